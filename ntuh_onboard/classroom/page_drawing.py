"""Draw the class's pages from templates, in the class's language, with QR codes."""

from __future__ import annotations

import io
from contextvars import ContextVar

import segno
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from ntuh_onboard.backend.hospital.latin_names import latin
from ntuh_onboard.texts.languages import Language, after, languages
from ntuh_onboard.texts.sentences import Texts

READER: ContextVar[str] = ContextVar("READER", default="")
"""The tag of the language that the reader of the page that is drawn has chosen; empty for the class's."""


class Drawing:
    """Draws pages in the class's language, whose sentences `texts` has, or in the one that their reader has chosen."""

    def __init__(self, texts: Texts) -> None:
        self._class = texts
        self._others = {each.tag: texts.with_language(each) for each in languages() if each != texts.language}
        loader = PackageLoader("ntuh_onboard.classroom")
        self._templates = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)

    @property
    def texts(self) -> Texts:
        """The sentences for who reads now."""
        return self._others.get(READER.get(), self._class)

    def page(self, name: str, **values: object) -> HTMLResponse:
        """Draw the page of this template."""
        page = self._templates.get_template(f"{name}.html")
        told = {
            "say": self.texts.say,
            "lang": self.texts.language.tag,
            "named": self.named,
            "other": after(self.texts.language),
            **values,
        }
        return HTMLResponse(page.render(told))

    def named(self, name: str, *, short: bool = False) -> str:
        """Return how the pages show a person's name; `short`: in one spelling, for a table."""
        return shown(name, self.texts.language, short=short)

    def refused(self) -> HTMLResponse:
        """Draw the page that strangers get, whatever they asked for."""
        answer = self.page("refused")
        answer.status_code = 403
        return answer


def shown(name: str, language: Language, *, short: bool = False) -> str:
    """Return how a class's pages show a name: as it is in Chinese, elsewhere behind, or as, its Latin spelling."""
    spelled = "" if language.tag.startswith("zh") else latin(name)
    return spelled if short and spelled else f"{spelled} {name}".strip()


def qr(text: str) -> str:
    """Return a QR code as SVG to embed in a page, whose style sets its size."""
    out = io.BytesIO()
    segno.make(text, micro=False).save(out, kind="svg", xmldecl=False, svgns=False, omitsize=True)
    return out.getvalue().decode()

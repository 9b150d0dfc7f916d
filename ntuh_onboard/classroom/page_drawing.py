"""How the class's pages are drawn: a template, in the class's language, with QR codes."""

from __future__ import annotations

import io

import segno
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from ntuh_onboard.texts.sentences import Texts


class Drawing:
    """texts: the sentences of every page."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        loader = PackageLoader("ntuh_onboard.classroom")
        self._templates = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)

    def page(self, name: str, **values: object) -> HTMLResponse:
        """The page of this template."""
        page = self._templates.get_template(f"{name}.html")
        return HTMLResponse(page.render(say=self.texts.say, lang=self.texts.language.tag, **values))

    def refused(self) -> HTMLResponse:
        """What a stranger is shown, whatever was asked for."""
        answer = self.page("refused")
        answer.status_code = 403
        return answer


def qr(text: str) -> str:
    """A QR code as SVG to stand in a page, as large as that page's style says."""
    out = io.BytesIO()
    segno.make(text, micro=False).save(out, kind="svg", xmldecl=False, svgns=False, omitsize=True)
    return out.getvalue().decode()

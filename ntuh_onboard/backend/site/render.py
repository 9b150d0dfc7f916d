"""Turn pages into HTML in a layout, and record of every form what event validation will accept back."""

from __future__ import annotations

import html
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ntuh_onboard.backend.site.control_names import DECOYS, Names
from ntuh_onboard.backend.site.layout import Charset, Layout, Messages
from ntuh_onboard.backend.site.parts import Button, Field, Form, Offers, Page, Panel, controls
from ntuh_onboard.backend.site.rewording import reworded
from ntuh_onboard.backend.site.seal import ASYNC, TOKEN, Seal, digest, generator
from ntuh_onboard.backend.site.soup import soup

if TYPE_CHECKING:
    from jinja2 import Environment

    from ntuh_onboard.backend.site.seats import Seat, Seats

FOLDER = Path(__file__).with_name("templates")
VALIDATORS = ("請輸入此欄位", "格式不正確")
"""Texts of validators that are in every page and never shown."""


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def offers_of(page: str, form: Form, names: Names) -> Offers:
    """Return what may be sent back with this form."""
    made = Offers()
    for each in controls(form.parts):
        name = names.name(page, each.key)
        match each:
            case Field(kind="text" | "password"):
                made.free[name] = each.key
                made.shown[name] = each.value
            case Field(kind="checkbox"):
                made.optional[name], made.keys[name] = ["on"], each.key
            case Field(kind=kind):
                where = made.fixed if kind == "select" else made.optional
                where[name], made.keys[name] = [value for value, _ in each.options], each.key
                made.shown[name] = each.value
            case Panel():
                made.events[f"{name}|"] = each.key
                made.optional[ASYNC[0]], made.optional[ASYNC[1]] = ["true"], [f"{name}|{name}"]
            case Button(kind="event"):
                made.events[f"{name}|{each.argument}"] = each.key
            case Button():
                made.buttons[name] = each.key
    if names.layout.decoys:
        made.fixed.update({name: [value] for _, name, value in DECOYS})
    return made


class Renderer:
    """Draws pages in one layout."""

    def __init__(self, layout: Layout, seal: Seal, seats: Seats) -> None:
        self.layout = layout
        self.names = Names(layout)
        self._seal = seal
        self._seats = seats

    def page(self, page: Page, seat: Seat | None) -> str:
        """Draw a page for this browser; from now on only this page's form is accepted."""
        page, hidden = self.begun(page, seat)
        drawn = self._draw("page.html", page=page, hidden=hidden)
        return soup(drawn) if self.layout.soup else drawn

    def begun(self, page: Page, seat: Seat | None) -> tuple[Page, tuple[tuple[str, str], ...]]:
        """Return a page in the layout's words, and its form's hidden fields; only this form is accepted from now on."""
        hidden = self.hidden(page, seat) if page.form and seat else ()
        return (reworded(page) if self.layout.reworded == page.ident else page), hidden

    def hidden(self, page: Page, seat: Seat) -> tuple[tuple[str, str], ...]:
        """Return the hidden fields of this page's form."""
        assert page.form is not None  # noqa: S101  # only called for pages with a form
        offers = offers_of(page.ident, page.form, self.names)
        nonce = self._seats.issue(seat, page.ident, offers)
        state = self._seal.close(nonce, seat.ident, page.ident)
        validation = self._seal.close(digest(offers), nonce, page.ident)
        if not page.form.webforms:
            return ((TOKEN, f"{state}.{validation}"),)
        return (
            ("__EVENTTARGET", ""),
            ("__EVENTARGUMENT", ""),
            ("__VIEWSTATE", state),
            ("__VIEWSTATEGENERATOR", generator(page.ident)),
            ("__EVENTVALIDATION", validation),
        )

    def delta(self, page: Page, seat: Seat) -> str:
        """Answer a panel's own request: `length|type|id|content|` for the panel and for each hidden field."""
        assert page.form is not None  # noqa: S101  # only called for pages with a panel
        pieces = []
        for each in controls(page.form.parts):
            if isinstance(each, Panel):
                ident = self.names.ident(page.ident, each.key)
                pieces.append(("updatePanel", ident, self._draw("panel.html", panel=each)))
        pieces += [("hiddenField", name, value) for name, value in self.hidden(page, seat)]
        return "".join(f"{len(content)}|{kind}|{ident}|{content}|" for kind, ident, content in pieces)

    def moving(self, url: str) -> str:
        """Draw a page that sends the browser on by itself."""
        return self._draw("moving.html", url=url)

    def shell(self) -> str:
        """Draw the document of a single-page application, whose script asks for the views."""
        return self._draw("spa.html")

    def frames(self, url: str) -> str:
        """Draw the frameset around a site's first page."""
        return self._draw("frames.html", url=url)

    def _draw(self, template: str, **values: object) -> str:
        layout, names = self.layout, self.names
        return (
            _environment()
            .get_template(template)
            .render(
                layout=layout,
                names=names,
                place=lambda page, key: layout.place(page, key).value,
                colon=lambda page, key: ("：", ":", " ：", "\u3000：", ": ")[_colon(layout, page, key)],
                alert=lambda text: (
                    json.dumps(text, ensure_ascii=False).replace("<", "\\u003c").replace("'", "\\u0027")[1:-1]
                ),
                spoken=Messages,
                validators=VALIDATORS,
                decoys=DECOYS if layout.decoys else (),
                **values,
            )
        )


def _colon(layout: Layout, page: str, key: str) -> int:
    return 0 if layout.seed is None else layout.draw("colon", page, key) % 5


def encode(text: str, charset: Charset) -> bytes:
    """Encode a page; characters that the charset lacks become character references, as browsers do when they send."""
    return text.encode(charset.value, errors="xmlcharrefreplace")


def decode(raw: str, charset: Charset) -> str:
    """Decode a text that a browser sent in this charset, given as Latin-1.

    Browsers call both HKSCS and cp950 `big5`; characters that neither has they send as character references, which are
    turned back into characters.
    """
    coded = raw.encode("latin-1")
    if charset is Charset.UTF8:
        return coded.decode("utf-8", errors="replace")
    try:
        text = coded.decode(charset.value)
    except UnicodeDecodeError:
        text = coded.decode(Charset.HKSCS.value, errors="replace")
    return html.unescape(text) if "&#" in text else text

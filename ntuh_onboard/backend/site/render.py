"""Pages become HTML in a layout, and every form becomes what its event validation will let back in."""

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
"""Texts of validators that are on every page and never shown."""


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
    """What this form lets back in."""
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
        """The page for this browser; its form is the only one that counts from now on."""
        hidden = self.hidden(page, seat) if page.form and seat else ()
        if self.layout.reworded == page.ident:
            page = reworded(page)
        drawn = self._draw("page.html", page=page, hidden=hidden)
        return soup(drawn) if self.layout.soup else drawn

    def hidden(self, page: Page, seat: Seat) -> tuple[tuple[str, str], ...]:
        """The hidden state that goes out with this page's form."""
        assert page.form is not None  # noqa: S101  # asked for pages with a form only
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
        """The answer to a panel's own request: `length|type|id|content|` for the panel and each hidden field."""
        assert page.form is not None  # noqa: S101  # asked for pages with a panel only
        pieces = []
        for each in controls(page.form.parts):
            if isinstance(each, Panel):
                ident = self.names.ident(page.ident, each.key)
                pieces.append(("updatePanel", ident, self._draw("panel.html", panel=each)))
        pieces += [("hiddenField", name, value) for name, value in self.hidden(page, seat)]
        return "".join(f"{len(content)}|{kind}|{ident}|{content}|" for kind, ident, content in pieces)

    def moving(self, url: str) -> str:
        """A page that sends the browser on by itself."""
        return self._draw("moving.html", url=url)

    def frames(self, url: str) -> str:
        """The frameset around a site's first page."""
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
    """In the page's charset; what it lacks becomes a character reference, as browsers themselves do on sending."""
    return text.encode(charset.value, errors="xmlcharrefreplace")


def decode(raw: str, charset: Charset) -> str:
    """A text that came as these bytes, given as Latin-1.

    Browsers call HKSCS and cp950 alike `big5`; what neither has they write as a character reference, and it is that
    character again.
    """
    coded = raw.encode("latin-1")
    if charset is Charset.UTF8:
        return coded.decode("utf-8", errors="replace")
    try:
        text = coded.decode(charset.value)
    except UnicodeDecodeError:
        text = coded.decode(Charset.HKSCS.value, errors="replace")
    return html.unescape(text) if "&#" in text else text

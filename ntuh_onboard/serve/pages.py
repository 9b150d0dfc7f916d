"""Our own pages: one around textual-serve's terminal, and the plain one. Everything on them comes from this server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from html import escape
from pathlib import Path

from ntuh_onboard.texts.sentences import Texts


class Front(StrEnum):
    """What shows a wizard in a browser."""

    TERMINAL = "terminal"
    PLAIN = "plain"
    """Headings, fields and buttons, for a screen reader or a small screen."""


OWN = Path(__file__).with_name("static")
"""Our page, style sheet and script."""
_HOME_PART = '      <p><a id="go" href="{home}">{go}</a></p>\n'
IDLE = "idle"
"""The page's word for a wizard that ended because nobody typed for a while, or because its time was over."""
REPAINT = "repaint"
"""What the server tells a wizard whose page is another one: draw everything again."""
FRESH = {"Cache-Control": "no-store"}
GUARDS: Mapping[str, str] = {
    # xterm.js writes style elements and attributes while it runs, so inline styles are allowed; inline scripts are not.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src data:; connect-src 'self' {websocket}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "clipboard-read=(), clipboard-write=(), camera=(), microphone=(), geolocation=()",
}
"""Headers of every response. `{websocket}` is the websocket's address, which old browsers do not include in 'self'."""


def page(front: Front, texts: Sequence[Texts], websocket: str, *, kept: bool, home: str = "") -> str:
    """Return the page that shows a wizard, its sentences in these languages one below the other.

    Args:
        front: what shows it there.
        texts: the languages.
        websocket: the address of the websocket.
        kept: whether finished steps are still there for the next wizard; if not, nobody is told to continue.
        home: where to open a new wizard, in a class; a lost one is then opened again by itself.

    """
    whys = ("ended", "full", "moved", "renewed", IDLE, "lost")
    other = Front.PLAIN if front is Front.TERMINAL else Front.TERMINAL
    told = {name: name for name in ("opening", "silent", *whys, "waiting", "again", "noscript", other)}
    if not kept:
        told |= {name: f"{name}_practice" for name in (IDLE, "lost")}
    return _filled(f"{front}.html", texts, told, websocket=websocket, home=home)


def refused(texts: Sequence[Texts], home: str = "") -> str:
    """Return the page for a browser that has no cookie, or whose token was used before; in a class it leads home."""
    told = {"refused": "refused_in_class" if home else "refused", "go": "go_home"}
    return _filled("refused.html", texts, told, home=home)


def _filled(file: str, texts: Sequence[Texts], sentences: Mapping[str, str], **values: str) -> str:
    """Fill in the placeholders of a page; its markup has no other braces. `sentences`: what to say in which place."""
    told = {hole: "\n".join(_marked(each, f"browser.{said}") for each in texts) for hole, said in sentences.items()}
    told["heading"] = " · ".join(_marked(each, "ui.product") for each in texts)
    values |= {"title": " · ".join(each.say("ui.product") for each in texts), "lang": texts[0].language.tag}
    markup = (OWN / file).read_text(encoding="utf-8")
    markup = markup.replace("{ended_part}", (OWN / "ended.html").read_text(encoding="utf-8"))
    markup = markup.replace("{home_part}", _HOME_PART if values.get("home") else "")
    return markup.format_map({**told, **{name: escape(value) for name, value in values.items()}})


def _marked(texts: Texts, key: str) -> str:
    """Return a sentence as markup that names its language, by whose rules a screen reader says it."""
    return f'<span lang="{texts.language.tag}">{escape(texts.say(key))}</span>'

"""Our own page around textual-serve's terminal: nothing on it comes from anywhere else than this server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from ntuh_onboard.texts import Texts

OWN = Path(__file__).with_name("static")
"""Page, style and script of ours."""
IDLE = "idle"
"""Why there is no wizard any more, in the page's words: nobody typed for a while, or the longest time was over."""
FRESH = {"Cache-Control": "no-store"}
GUARDS: Mapping[str, str] = {
    # xterm.js writes its own style elements and attributes while it runs: styles cannot be closed, scripts are.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src data:; connect-src 'self' {websocket}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "clipboard-read=(), clipboard-write=(), camera=(), microphone=(), geolocation=()",
}
"""With every answer. `{websocket}`: the address of the websocket, which older browsers do not count to 'self'."""


def page(texts: Sequence[Texts], websocket: str) -> str:
    """The page with the terminal, in these languages one below the other. websocket: its address."""
    whys = ("ended", "full", "moved", "renewed", IDLE, "lost")
    names = ("opening", "silent", *whys, "again", "noscript")
    return _filled("page.html", texts, names, websocket=websocket)


def refused(texts: Sequence[Texts]) -> str:
    """The page for a browser that has no cookie, and for a token that was used."""
    return _filled("refused.html", texts, ("refused",))


def _filled(file: str, texts: Sequence[Texts], names: Sequence[str], **values: str) -> str:
    """The markup has no braces but its holes."""
    told = {name: "\n".join(each.say(f"browser.{name}") for each in texts) for name in names}
    told |= {"title": " · ".join(each.say("ui.product") for each in texts), "lang": texts[0].language.value}
    markup = (OWN / file).read_text(encoding="utf-8")
    return markup.format_map({name: escape(value) for name, value in {**told, **values}.items()})

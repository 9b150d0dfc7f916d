"""Our own page around textual-serve's terminal: nothing on it comes from anywhere else than this server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from ntuh_onboard.texts.sentences import Texts

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


def page(texts: Sequence[Texts], websocket: str, *, kept: bool) -> str:
    """The page with the terminal, in these languages one below the other. websocket: its address.

    kept: whether what was finished is there for the next wizard; where it is not, nobody is told to go on.
    """
    whys = ("ended", "full", "moved", "renewed", IDLE, "lost")
    told = {name: name for name in ("opening", "silent", *whys, "again", "noscript")}
    if not kept:
        told |= {name: f"{name}_practice" for name in (IDLE, "lost")}
    return _filled("page.html", texts, told, websocket=websocket)


def refused(texts: Sequence[Texts]) -> str:
    """The page for a browser that has no cookie, and for a token that was used."""
    return _filled("refused.html", texts, {"refused": "refused"})


def _filled(file: str, texts: Sequence[Texts], sentences: Mapping[str, str], **values: str) -> str:
    """The markup has no braces but its holes. sentences: hole -> what is said there."""
    told = {hole: "\n".join(each.say(f"browser.{said}") for each in texts) for hole, said in sentences.items()}
    told |= {"title": " · ".join(each.say("ui.product") for each in texts), "lang": texts[0].language.tag}
    markup = (OWN / file).read_text(encoding="utf-8")
    return markup.format_map({name: escape(value) for name, value in {**told, **values}.items()})

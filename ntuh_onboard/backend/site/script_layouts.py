"""Layouts whose pages are used by their scripts alone: tokens, answers in JSON, and views that a script draws.

`scripted` sends pages as HTML, and JSON in answer to forms; `spa` sends one document for every address, and each view
as data.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ntuh_onboard.backend.site import page_words
from ntuh_onboard.backend.site.exchange import Answer
from ntuh_onboard.backend.site.layout import Layout
from ntuh_onboard.backend.site.parts import Button, Field, Menu, Page, Panel, Part, Row
from ntuh_onboard.backend.site.render import Renderer, encode
from ntuh_onboard.backend.site.spoil import Reply

if TYPE_CHECKING:
    from starlette.requests import Request

    from ntuh_onboard.backend.site.seats import Seat


class ScriptLayouts:
    """What the server does for the scripts of its pages; one token for all of them."""

    def __init__(self) -> None:
        self._token = secrets.token_urlsafe(16)

    def told(self, path: str) -> Reply | None:
        """Return what scripts ask for beside pages: the token, and whether a mail name is free."""
        told = {"/token": {"token": self._token}, "/available": {"note": page_words.AVAILABLE}}.get(path)
        return None if told is None else _json(told)

    def before(self, request: Request, renderer: Renderer) -> Reply | None:
        """Return the document that asks for the views, or the refusal of a request without the token; else None."""
        layout, accepted = renderer.layout, request.headers.get("accept", "")
        reads = request.method == "GET"
        if layout.spa and reads and "text/html" in accepted:
            return Reply(
                kind=f"text/html; charset={layout.charset.label}", body=encode(renderer.shell(), layout.charset)
            )
        needs_token = self.asked(request, layout)
        if needs_token and request.headers.get("x-token") != self._token:
            return Reply(400, "text/plain; charset=utf-8", b"no token\n")
        return None

    def asked(self, request: Request, layout: Layout) -> bool:
        """Return whether a script of ours has sent this request, and is to be answered in JSON."""
        return layout.by_script and (
            request.method == "POST" or "application/json" in request.headers.get("accept", "")
        )

    def answer(self, renderer: Renderer, answer: Answer) -> Reply:
        """Return where to go, or what to show: HTML for `scripted`, data for `spa`."""
        if answer.page is None:
            return _json({"move": answer.move})
        if renderer.layout.spa:
            return _json({"view": view(renderer, answer.page, answer.seat)}, answer.page.status)
        return _json({"html": renderer.page(answer.page, answer.seat)})


def view(renderer: Renderer, page: Page, seat: Seat | None) -> dict[str, Any]:
    """Return a page as data, with the names of its controls on the wire."""
    page, hidden = renderer.begun(page, seat)

    def named(part: Part) -> dict[str, Any]:
        told = {"shape": part.shape, **asdict(part)}
        if isinstance(part, Row | Menu):
            told["items"] = [named(each) for each in part.items]
        if isinstance(part, Button | Field | Panel):
            told |= {
                "name": renderer.names.name(page.ident, part.key),
                "id": renderer.names.ident(page.ident, part.key),
            }
        if isinstance(part, Field):
            told["place"] = renderer.layout.place(page.ident, part.key).value
        return told

    form = page.form
    return {
        "page": page.ident,
        "title": page.title,
        "said": page.message,
        "good": page.good,
        "about": page.about,
        "messages": renderer.layout.messages.value,
        "action": form.action if form else "",
        "hidden": dict(hidden),
        "before": [named(each) for each in page.before],
        "form": [named(each) for each in form.parts] if form else [],
        "after": [named(each) for each in page.after],
    }


def typed(value: str) -> str:
    """Return what was typed into a box whose text the page's script transforms."""
    return bytes.fromhex(value[3:]).decode() if value.startswith("hx:") else value


def _json(told: Mapping[str, object], status: int = 200) -> Reply:
    return Reply(status, "application/json", json.dumps(told).encode())

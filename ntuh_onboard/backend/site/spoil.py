"""Make answers go wrong on their way: each trouble of the board, on the connection itself."""

from __future__ import annotations

import asyncio
import os
import socket
import struct
from dataclasses import dataclass, field

from starlette.types import Receive, Scope, Send

from ntuh_onboard.backend.hospital import hospital_phrases, picture_codes
from ntuh_onboard.backend.site.board import Armed, Trouble

_HTML = "text/html; charset=utf-8"
_LINGER = "hh" if os.name == "nt" else "ii"  # the fields of the structure are shorter on Windows
CAPTIVE = (
    "<!doctype html><html><head><title>Guest Wi-Fi</title></head><body><h1>Welcome to Guest Wi-Fi</h1>"
    '<form method="post" action="http://wifi.example.invalid/accept"><label>Room <input name="room"></label>'
    '<label>Password <input type="password" name="password"></label><input type="submit" value="Connect"></form>'
    "</body></html>"
)
REWORDED = "<!doctype html><html><head><title>Portal</title></head><body><p>本網頁已改版</p></body></html>"
CLOSED = (
    f"<!doctype html><html><head><title>Portal</title></head><body><p>{hospital_phrases.MAINTENANCE}</p></body></html>"
)
BROKEN = "<!doctype html><html><head><title>500</title></head><body><p>伺服器發生錯誤</p></body></html>"
BLANK = "<!doctype html><html><head><title>台大醫院</title></head><body></body></html>"


@dataclass(slots=True)
class Reply:
    """An HTTP response."""

    status: int = 200
    kind: str = _HTML
    body: bytes = b""
    headers: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def page(cls, html: str, status: int = 200) -> Reply:
        """Make a response of this HTML."""
        return cls(status, body=html.encode())

    def raw_headers(self) -> list[tuple[bytes, bytes]]:
        """Return the headers as ASGI wants them, with the length of the whole body."""
        listed = [("content-type", self.kind), ("content-length", str(len(self.body))), *self.headers]
        return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in listed]


def instead(armed: Armed) -> Reply | None:
    """Return what is answered instead of the page; None if the page itself is."""
    match armed.trouble:
        case Trouble.SERVER_ERROR:
            return Reply.page(BROKEN, 500)
        case Trouble.MAINTENANCE:
            return Reply.page(CLOSED, 503)
        case Trouble.UNEXPECTED:
            return Reply.page(REWORDED)
        case Trouble.CAPTIVE:
            return Reply.page(CAPTIVE)
        case Trouble.REDIRECT:
            return Reply(armed.status, headers=[("location", armed.to)])
        case _:
            return None


def spoilt(reply: Reply, trouble: Trouble) -> Reply:
    """Return the page mangled or labelled with a wrong charset, or the picture made unreadable."""
    if trouble is Trouble.UNREADABLE and reply.kind == "image/gif":
        return Reply(reply.status, reply.kind, picture_codes.unreadable(), reply.headers)
    if trouble is Trouble.MALFORMED:
        half = reply.body[: len(reply.body) // 3].replace(b"</", b"<").replace(b'="', b"=")
        return Reply(reply.status, reply.kind, b"<table><form><select><" + half + b"<!-- <input", reply.headers)
    if trouble is Trouble.CHARSET and reply.kind.startswith("text/html"):
        big5 = "big5" in reply.kind or b"charset=big5" in reply.body[:400]
        text = reply.body.decode("big5hkscs" if big5 else "utf-8", errors="replace")
        label, codec = ("big5", "utf-8") if big5 else ("utf-8", "big5hkscs")
        return Reply(
            reply.status, f"text/html; charset={label}", text.encode(codec, errors="xmlcharrefreplace"), reply.headers
        )
    return reply


async def deliver(reply: Reply, armed: Armed | None, scope: Scope, receive: Receive, send: Send) -> None:
    """Send the answer, or do to it what is armed."""
    trouble = armed.trouble if armed else None
    if armed is not None and trouble is Trouble.TIMEOUT:
        await _hold(receive, armed.hold)
    if armed is not None and trouble is Trouble.SLOW:
        await asyncio.sleep(armed.hold)
    if trouble in {Trouble.TIMEOUT, Trouble.NOT_REACHED}:
        reset(scope)
        return
    start = {"type": "http.response.start", "status": reply.status, "headers": reply.raw_headers()}
    if trouble is Trouble.RESET:
        if reply.body:
            await send(start)
            await send({"type": "http.response.body", "body": reply.body[: len(reply.body) // 2], "more_body": True})
            await asyncio.sleep(0)
        reset(scope)
        return
    await send(start)
    if armed is not None and trouble is Trouble.DRIP:
        await _drip(reply.body, armed.pace, receive, send)
        return
    await send({"type": "http.response.body", "body": reply.body})


async def _hold(receive: Receive, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            while (await receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        pass


async def _drip(body: bytes, pace: float, receive: Receive, send: Send) -> None:
    gone = asyncio.ensure_future(_hold(receive, pace * (len(body) + 1)))
    for at in range(len(body)):
        if gone.done():
            break
        await send({"type": "http.response.body", "body": body[at : at + 1], "more_body": at + 1 < len(body)})
        await asyncio.wait({gone}, timeout=pace)
    gone.cancel()


def reset(scope: Scope) -> None:
    """Cut the connection with a reset, as if the machine had gone."""
    transport: asyncio.Transport | None = scope["state"].get("transport")
    if transport is None:
        return
    wire = transport.get_extra_info("socket")
    if wire is not None:
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(_LINGER, 1, 0))
    transport.abort()

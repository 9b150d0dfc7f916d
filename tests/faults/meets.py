"""What the server does with a request that meets a fault (columns F2 to F10 of security.md B3)."""

from __future__ import annotations

import socket
import struct

from ntuh_onboard.backend.site.board import Trouble
from ntuh_onboard.backend.site.spoil import BROKEN, CAPTIVE, Reply, spoilt
from tests.faults.wire import Exchange, Meet

PACE = 0.02
"""Seconds between two bytes of a drip."""


def never(exchange: Exchange) -> None:
    """F2: the hospital has it, and nothing comes back."""
    exchange.forward()
    while not exchange.left(0.05):
        pass


def deaf(exchange: Exchange) -> None:
    """F2, where the hospital never hears of it."""
    while not exchange.left(0.05):
        pass


def half(exchange: Exchange) -> None:
    """F4: half of the answer, then a reset."""
    answer = exchange.forward()
    exchange.client.sendall(answer[: len(answer) // 2])
    raw = socket.socket(fileno=exchange.client.detach())
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raw.close()


def drip(exchange: Exchange) -> None:
    """F5: byte by byte."""
    for byte in exchange.forward():
        exchange.client.sendall(bytes([byte]))
        if exchange.left(PACE):
            return


def broken(exchange: Exchange) -> None:
    """F3: the hospital has it, and a server error comes back."""
    exchange.forward()
    _send(exchange, Reply.page(BROKEN, 500))


def elsewhere(to: str) -> Meet:
    """F9: the hospital has it, and the answer leads to another server."""

    def meet(exchange: Exchange) -> None:
        exchange.forward()
        _send(exchange, Reply(302, headers=[("Location", to)]))

    return meet


def captive(exchange: Exchange) -> None:
    """F10: a network's own page answers; the hospital never hears of it."""
    _send(exchange, Reply.page(CAPTIVE))


def malformed(exchange: Exchange) -> None:
    """F6: the page is mangled, or the picture; a move has no page and is passed on."""
    _spoil(exchange, Trouble.MALFORMED)


def miscalled(exchange: Exchange) -> None:
    """F7: the page is called by a charset that it is not in; a move has no page and is passed on."""
    _spoil(exchange, Trouble.CHARSET)


def garbled(exchange: Exchange) -> None:
    """F7, where no charset fits: every character beyond ASCII has lost its first byte."""
    reply = _reply(exchange.forward())
    exchange.passed = 300 <= reply.status < 400
    if not exchange.passed and reply.kind.startswith("text/html"):
        kept = bytearray(each for each in reply.body if not 0xC2 <= each <= 0xF4)
        reply = Reply(reply.status, "text/html", bytes(kept), reply.headers)
    _send(exchange, reply)


def _spoil(exchange: Exchange, trouble: Trouble) -> None:
    reply = _reply(exchange.forward())
    exchange.passed = 300 <= reply.status < 400
    if exchange.passed:
        _send(exchange, reply)
    elif reply.kind.startswith("image/"):
        broken_off = trouble is Trouble.MALFORMED
        _send(exchange, Reply(200, reply.kind, reply.body[:5] if broken_off else reply.body, reply.headers))
    else:
        _send(exchange, spoilt(reply, trouble))


def _reply(answer: bytes) -> Reply:
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = [(name.lower(), value.strip()) for name, _, value in (each.partition(":") for each in lines)]
    kind = next((value for name, value in pairs if name == "content-type"), "")
    own = {"content-type", "content-length", "transfer-encoding", "connection"}
    return Reply(int(first.split(" ")[1]), kind, body, [each for each in pairs if each[0] not in own])


def _send(exchange: Exchange, reply: Reply) -> None:
    lines = [f"{name.decode('latin-1')}: {value.decode('latin-1')}" for name, value in reply.raw_headers()]
    head = "\r\n".join([f"HTTP/1.1 {reply.status} X", *lines, "Connection: close", "", ""])
    exchange.client.sendall(head.encode("latin-1") + reply.body)

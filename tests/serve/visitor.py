"""Somebody at a served wizard without a browser: what is asked, and what is answered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from tests.patience import PATIENCE
from tests.serve.server import Server

Socket = aiohttp.ClientWebSocketResponse
SIZE = "?width=80&height=24"


class Visitor:
    """Keeps cookies as a browser does. origin: what it says where it comes from; None says nothing."""

    def __init__(self, server: Server, http: aiohttp.ClientSession) -> None:
        self.server = server
        self.http = http
        self.home = server.origin

    async def enter(self, address: str | None = None) -> int:
        """Open an address, that which is good now by default; the status."""
        async with self.http.get(address or self.server.address()) as answer:
            await answer.read()
            return answer.status

    async def status(self, path: str = "/", **headers: str) -> int:
        """What is answered to a GET."""
        async with self.http.get(self.home + path, headers=headers, allow_redirects=False) as answer:
            await answer.read()
            return answer.status

    @asynccontextmanager
    async def wizard(self, size: str = SIZE, origin: str | None = "") -> AsyncIterator[Socket]:
        """The websocket; raises aiohttp.WSServerHandshakeError where it is refused."""
        own = self.home if origin == "" else origin
        socket = await self.http.ws_connect(f"ws{self.home.removeprefix('http')}/ws{size}", origin=own)
        try:
            yield socket
        finally:
            await socket.close()

    async def refused(self, size: str = SIZE, origin: str | None = "") -> int:
        """The status with which a websocket is refused; 101 where it is not."""
        try:
            async with self.wizard(size, origin):
                return 101
        except aiohttp.WSServerHandshakeError as refusal:
            return refusal.status


@asynccontextmanager
async def visiting(server: Server, *, inside: bool = True) -> AsyncIterator[Visitor]:
    """A visitor, who has come in with the address that was good."""
    limit = aiohttp.ClientTimeout(total=PATIENCE)
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), timeout=limit) as http:
        visitor = Visitor(server, http)
        if inside:
            assert await visitor.enter() == 200
        yield visitor


async def drawn(socket: Socket, words: str) -> bytes:
    """Read until this was drawn; all that was."""
    output = b""
    while words.encode() not in output:
        message = await socket.receive(PATIENCE)
        assert message.type in {aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT}, (message, output[-200:])
        output += message.data if message.type is aiohttp.WSMsgType.BINARY else b""
    return output


async def over(socket: Socket) -> str:
    """Read until the server has closed; what it said besides drawing."""
    said = ""
    while True:
        message = await socket.receive(PATIENCE)
        if message.type is aiohttp.WSMsgType.TEXT:
            said += message.data
        elif message.type is not aiohttp.WSMsgType.BINARY:
            return said

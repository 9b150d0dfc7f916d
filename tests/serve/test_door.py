"""Connections that ask for nothing keep nobody out, and do not stay (security.md, N-01)."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import resource
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
import trustme

from ntuh_onboard.profiles import hospital_profile
from ntuh_onboard.serve import connection_limits as door_module
from ntuh_onboard.serve.admission import Admission
from ntuh_onboard.serve.connection_limits import ASKED_WITHIN, FOR_ALL, FOR_EACH, most_open
from ntuh_onboard.serve.log_redaction import SELDOM, Seldom
from ntuh_onboard.serve.web_server import Serving, Setting, serve
from ntuh_onboard.texts.sentences import Texts
from tests.languages import EN
from tests.patience import PATIENCE
from tests.serve.server import Server, served
from tests.serve.visitor import drawn, visiting

READY = "您要從哪裡開始"
HALF = b"GET /"
HANDSHAKE = b"\x16\x03\x01"
"""Its first bytes."""
MANY = 300
DESCRIPTORS = 256
NEVER = 3600.0

Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def call(origin: str, said: bytes = HALF) -> Line:
    """A connection that has said this, and says nothing more."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(origin.rpartition(":")[2]))
    writer.write(said)
    await writer.drain()
    return reader, writer


async def hung_up(line: Line) -> None:
    """Read until the server has closed it."""
    try:
        async with asyncio.timeout(PATIENCE):
            await line[0].read()
    except ConnectionError:
        pass
    finally:
        line[1].close()


async def answered(line: Line, asked: bytes) -> bytes:
    """The head of what is answered to this, with the rest of the answer read."""
    reader, writer = line
    writer.write(asked)
    async with asyncio.timeout(PATIENCE):
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(int(head.lower().partition(b"content-length: ")[2].split()[0]))
    return head


def whole(address: str, cookie: bytes = b"") -> bytes:
    """A request for this address."""
    host, _, query = address.partition("//")[2].partition("/")
    return f"GET /{query} HTTP/1.1\r\nHost: {host}\r\nCookie: ".encode() + cookie + b"\r\n\r\n"


def descriptors(server: Server) -> int:
    return len([*Path(f"/proc/{server.process.pid}/fd").iterdir()])


@asynccontextmanager
async def listening(tls: ssl.SSLContext | None = None) -> AsyncIterator[Serving]:
    """A server in this process, which starts no wizard."""
    site = hospital_profile.load()
    setting = Setting(lambda _, front: ("false",), [Texts(EN, site.words, site.hosts)], tls=tls)
    serving = Serving(setting, Admission())
    ready, until = asyncio.Event(), asyncio.Event()
    running = asyncio.create_task(serve(serving, setting, ready.set, until))
    await ready.wait()
    try:
        yield serving
    finally:
        until.set()
        await running


async def test_many_that_never_ask_keep_no_student_out(tmp_path: Path) -> None:
    """More of them than the server may open: one more comes in, the wizard that runs goes on, and little is said."""
    with served(tmp_path) as server:
        resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (DESCRIPTORS, DESCRIPTORS))
        async with visiting(server) as visitor, visitor.wizard() as socket:
            await drawn(socket, READY)
            lines = [await call(server.origin) for _ in range(MANY)]
            async with asyncio.timeout(ASKED_WITHIN / 2), visiting(server):  # before any of them goes by itself
                assert descriptors(server) < FOR_ALL + FOR_EACH + 40
            await socket.send_json(["ping", "1"])
            while (message := await socket.receive(PATIENCE)).type is not aiohttp.WSMsgType.TEXT:
                pass
            assert message.json() == ["pong", "1"]
            await asyncio.gather(*map(hung_up, lines[: MANY // 2]))
            for _, writer in lines:
                writer.close()
    assert len((tmp_path / "log").read_text(encoding="utf-8").splitlines()) < 5


@pytest.mark.parametrize("turns", range(6))
async def test_a_server_that_ends_leaves_no_connection_behind(turns: int) -> None:
    """Nor waits for one; each turn of the event loop has it somewhere else between the system and who answers."""
    async with asyncio.timeout(PATIENCE):
        async with listening() as serving:
            at = ("127.0.0.1", int(serving.origin.rpartition(":")[2]))
            lines = [socket.create_connection(at, PATIENCE) for _ in range(3)]  # in the system's queue
            for _ in range(turns):
                await asyncio.sleep(0)
    for line in lines:
        with line, contextlib.suppress(ConnectionResetError):
            assert line.recv(1) == b""
    gc.collect()  # one that was left is told now, in this test


async def test_who_asks_nothing_whole_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who has asked keeps the connection, longer than that."""
    monkeypatch.setattr(door_module, "ASKED_WITHIN", 0.2)
    async with listening() as serving:
        asked = await call(serving.origin, b"")
        assert b" 403 " in await answered(asked, whole(serving.origin))
        for said in (b"", HALF, b"GET / HTTP/1.1\r\nHost: x\r\n"):
            await hung_up(await call(serving.origin, said))
        assert b" 403 " in await answered(asked, whole(serving.origin))
        asked[1].close()


async def test_a_browser_that_came_in_is_not_the_one_to_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no room: strangers go, the oldest first, though they have asked."""
    monkeypatch.setattr(door_module, "ASKED_WITHIN", NEVER)
    async with listening() as serving:
        browser = await call(serving.origin, b"")
        entered = await answered(browser, whole(serving.address(serving.admission.issue())))
        cookie = entered.partition(b"Set-Cookie: ")[2].partition(b";")[0]
        assert b" 200 " in await answered(browser, whole(serving.origin, cookie))
        strangers = [await call(serving.origin, b"") for _ in range(FOR_ALL + FOR_EACH)]
        for stranger in strangers[1:]:
            assert b" 403 " in await answered(stranger, whole(serving.origin))
        await hung_up(strangers[0])
        assert b" 200 " in await answered(browser, whole(serving.origin, cookie))
        for _, writer in (browser, *strangers):
            writer.close()


async def test_handshakes_that_never_end_keep_no_student_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """With https too: a connection counts from its first moment on, and is waited for no longer."""
    monkeypatch.setattr(door_module, "ASKED_WITHIN", NEVER)
    authority = trustme.CA()
    theirs, ours = ssl.create_default_context(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.configure_trust(theirs)
    authority.issue_cert("127.0.0.1").configure_cert(ours)
    async with listening(ours) as serving:
        lines = [await call(serving.origin, HANDSHAKE) for _ in range(FOR_ALL + FOR_EACH + 10)]
        await asyncio.gather(*map(hung_up, lines[:10]))
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=theirs)) as http:
            for path in ("page/line.js", "terminal/js/textual.js"):
                answer = await http.get(f"{serving.origin}/{path}")
                assert answer.status == 200
                assert await answer.read()
        monkeypatch.setattr(door_module, "ASKED_WITHIN", 0.2)
        await hung_up(await call(serving.origin, HANDSHAKE))
        for _, writer in lines:
            writer.close()


@pytest.mark.parametrize(("soft", "most"), [(1024, 144), (resource.RLIM_INFINITY, 144), (256, 128), (100, 50)])
def test_wizards_keep_descriptors_for_themselves(monkeypatch: pytest.MonkeyPatch, soft: int, most: int) -> None:
    """However many connections would be wanted for ten of them."""
    monkeypatch.setattr(resource, "getrlimit", lambda _: (soft, soft))
    assert most_open(10) == most


def test_the_same_line_is_said_once_in_a_while() -> None:
    """Another place is another line; after a minute, or when the clock was set back, it is said again."""
    seldom = Seldom()

    def said(line: int, when: float) -> bool:
        record = logging.LogRecord("asyncio", logging.ERROR, "events.py", line, "token", None, None)
        record.created = when
        return seldom.filter(record)

    assert [said(1, 0.0), said(1, 1.0), said(2, 1.0), said(1, SELDOM - 1), said(1, SELDOM)] == [
        *(True, False, True, False, True)
    ]
    assert said(1, -SELDOM)

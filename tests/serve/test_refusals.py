"""Who is not let in, and what nobody may do who is (security.md N-01 to N-03, ecosystem.md finding 4)."""

from __future__ import annotations

import asyncio
import socket as plain
from pathlib import Path

import pytest

from tests.serve.server import Server, alive, served, wait
from tests.serve.visitor import SIZE, drawn, over, visiting

READY = "您要從哪裡開始"
FOREIGN = "http://evil.example"
ENOUGH = 300_000
"""Kilobytes that a wizard never needs; the size that was not clamped took 3.4 GB."""


def memory(pid: int) -> int:
    """Kilobytes that this process has in memory."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0])


async def test_a_token_lets_one_browser_in_and_another_address_is_told(server: Server) -> None:
    """The second use is refused; so are a wrong token, an empty one and none; the page needs the cookie."""
    used = server.address()
    async with visiting(server) as visitor:
        assert await visitor.status() == 200
        assert server.address() != used
    async with visiting(server, inside=False) as stranger:
        for address in (used, f"{server.origin}/?token=", f"{server.origin}/?token={'A' * 43}", f"{server.origin}/"):
            assert await stranger.enter(address) == 403
        assert await stranger.status("/?token=%C3%A9%00") == 403
        assert server.wizards() == []


async def test_what_no_browser_sends_is_refused_like_anything_wrong(server: Server) -> None:
    """A cookie of bytes that are no text, and a name longer than any file's: neither is a fault of the server's."""
    host = server.origin.partition("//")[2]
    for asked, status in (
        (b"/ HTTP/1.1\r\nCookie: wizard-%s=\xff\xfe" % host.rpartition(":")[2].encode(), b"403"),
        (b"/page/" + b"a" * 3000 + b" HTTP/1.1", b"404"),
        (b"/page/" + b"%E5%AD%97" * 99 + b" HTTP/1.1", b"404"),
    ):
        reader, writer = await asyncio.open_connection(*host.split(":"))
        writer.write(b"GET " + asked + b"\r\nHost: " + host.encode() + b"\r\n\r\n")
        assert (await reader.readline()).split()[1] == status
        writer.close()


async def test_the_cookie_is_for_the_server_alone(server: Server) -> None:
    """No script reads it, no other site's page sends it, it is as long as the token, and it is not the token (N-02)."""
    async with visiting(server, inside=False) as visitor:
        address = server.address()
        async with visitor.http.get(address, allow_redirects=False) as answer:
            cookie = answer.headers["Set-Cookie"]
            assert answer.status == 303
            assert answer.headers["Location"] == "/"
        assert "; HttpOnly" in cookie
        assert "; SameSite=Lax" in cookie
        value = cookie.partition("=")[2].partition(";")[0]
        assert len(value) == 43
        assert value not in address


@pytest.mark.parametrize("purpose", ["prefetch", "prefetch;prerender"])
async def test_a_browser_that_guesses_ahead_uses_no_token_up(server: Server, purpose: str) -> None:
    """Nobody has come yet; nor does a HEAD, as programs send that look whether a link is good."""
    async with visiting(server, inside=False) as visitor:
        address = server.address()
        assert await visitor.status("/" + address.partition("/?")[2].join(("?", "")), **{"Sec-Purpose": purpose}) == 403
        async with visitor.http.head(address, allow_redirects=False) as answer:
            assert answer.status == 405
        assert await visitor.enter(address) == 200


@pytest.mark.parametrize("origin", [FOREIGN, "null", None, "http://127.0.0.1:1", "https://127.0.0.1"])
async def test_a_foreign_page_gets_no_wizard(server: Server, origin: str | None) -> None:
    """With the right cookie too; nothing is started."""
    async with visiting(server) as visitor:
        assert await visitor.refused(origin=origin) == 403
    assert server.wizards() == []


async def test_without_the_cookie_there_is_no_wizard(server: Server) -> None:
    """The Origin alone can be said by anything that is no browser."""
    async with visiting(server, inside=False) as stranger:
        assert await stranger.refused() == 403
    assert server.wizards() == []


async def test_a_foreign_name_leads_nowhere(server: Server) -> None:
    """A name that somebody lets point to this computer is not this server's."""
    async with visiting(server) as visitor:
        assert await visitor.status(Host="evil.example") == 421
        assert await visitor.status("/terminal/js/textual.js", Host="evil.example") == 421


@pytest.mark.parametrize("path", ["/terminal/", "/terminal", "/page/", "/page/../page.py", "/download/1", "/static/"])
async def test_nothing_is_listed_and_nothing_else_is_handed_out(server: Server, path: str) -> None:
    """textual-serve lists its folder, and hands out files that a program delivers."""
    async with visiting(server) as visitor:
        assert await visitor.status(path) in {403, 404}


@pytest.mark.parametrize("size", ["", "?width=80", "?width=x&height=24", "?width=&height=", "?width=1e3&height=24"])
async def test_a_size_that_is_none_is_refused(server: Server, size: str) -> None:
    """Before anything is started."""
    async with visiting(server) as visitor:
        assert await visitor.refused(size=size) == 400
    assert server.wizards() == []


async def test_an_immense_size_is_made_bearable(server: Server) -> None:
    """At the beginning and afterwards: the wizard draws, its memory stays small, and it ends with its browser."""
    async with visiting(server) as visitor, visitor.wizard("?width=20000&height=20000") as socket:
        await drawn(socket, READY)
        (pid,) = server.wizards()
        for side in (20_000, 10**30, -5, 20_001):
            await socket.send_json(["resize", {"width": side, "height": side}])
        await socket.send_json(["ping", "1"])
        await drawn(socket, READY)
        assert memory(pid) < ENOUGH
    wait(lambda: not alive(pid), "the wizard has ended")


@pytest.mark.parametrize("said", ["{}", '["deliver_chunk_request", {}]'])
async def test_what_our_page_never_says_ends_the_session(server: Server, said: str) -> None:
    """And with it the wizard, even one that has only just been started."""
    async with visiting(server) as visitor, visitor.wizard() as socket:
        await socket.send_str(said)
        await over(socket)
        assert socket.close_code == 1008
    wait(lambda: not server.wizards(), "the wizard has ended")


async def test_bytes_and_floods_end_the_session(server: Server) -> None:
    """Our page sends text, and no message of a quarter of a megabyte."""
    async with visiting(server) as visitor:
        async with visitor.wizard() as socket:
            await socket.send_bytes(b"x")
            await over(socket)
            assert socket.close_code == 1008
        async with visitor.wizard() as socket:
            await socket.send_json(["stdin", "x" * 300_000])
            await over(socket)
            assert socket.close_code == 1009
    wait(lambda: not server.wizards(), "the wizard has ended")


async def test_no_more_wizards_than_places(server: Server) -> None:
    """A second browser waits a moment and is refused, and so is a second tab; a place that is left is taken."""
    async with visiting(server) as first, visiting(server) as second:
        async with first.wizard() as socket:
            await drawn(socket, READY)
            assert list(await asyncio.gather(second.refused(), first.refused())) == [503, 503]
            assert len(server.wizards()) == 1
        async with second.wizard() as socket:
            await drawn(socket, READY)


async def test_a_reload_gets_the_place_of_the_page_before(server: Server) -> None:
    """In a process of its own: nothing of the one before is in it (N-03)."""
    async with visiting(server) as visitor:
        async with visitor.wizard() as socket:
            await drawn(socket, READY)
            (before,) = server.wizards()
        async with visitor.wizard() as socket:
            await drawn(socket, READY)
            (after,) = server.wizards()
            assert after != before
            assert not alive(before)


async def test_every_answer_is_guarded(server: Server) -> None:
    """Refusals and files too: no frame, no foreign source, no referrer; pages are kept nowhere."""
    async with visiting(server) as visitor:
        for path in ("/", "/nothing", "/terminal/js/textual.js", f"/ws{SIZE}", "/?token=x"):
            async with visitor.http.get(visitor.home + path) as answer:
                policy = answer.headers["Content-Security-Policy"]
                assert "default-src 'none'" in policy
                assert "frame-ancestors 'none'" in policy
                assert answer.headers["Referrer-Policy"] == "no-referrer"
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert "aiohttp" not in answer.headers["Server"]
        async with visitor.http.get(f"{visitor.home}/") as answer:
            assert answer.headers["Cache-Control"] == "no-store"
            page = await answer.text()
        assert "googleapis" not in page
        assert {each.partition("//")[2].partition("/")[0] for each in page.split('"') if "//" in each} == {
            server.origin.partition("//")[2]
        }


async def test_tokens_and_cookies_stand_in_no_log(tmp_path: Path) -> None:
    """Not what was used, nor what was wrong, nor what no HTTP is."""
    with served(tmp_path) as server:
        token = server.address().partition("token=")[2]
        async with visiting(server) as visitor:
            cookies = [each.value for each in visitor.http.cookie_jar]
            await visitor.status(f"/?token={token}")
        port = int(server.origin.rpartition(":")[2])
        with plain.create_connection(("127.0.0.1", port)) as line:
            line.sendall(f"GET /?token={token} HTTP/9.9 nonsense\r\nHost: \x00\r\n\r\n".encode())
            line.recv(1000)
        assert server.end() == 0
        assert not server.file.exists()
    log = (tmp_path / "log").read_text(encoding="utf-8")
    assert "Ctrl+C" in log
    assert not [each for each in (token, *cookies) if each in log]

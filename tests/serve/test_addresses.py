"""The address that is told: what stands in its file, and which names a browser may use for it."""

from __future__ import annotations

import resource
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from ntuh_onboard.profiles import hospital_profile
from ntuh_onboard.serve.admission import Admission
from ntuh_onboard.serve.web_server import Serving, Setting
from ntuh_onboard.texts.sentences import Texts
from tests.languages import EN
from tests.patience import PATIENCE
from tests.serve.server import Server, served, wait
from tests.serve.visitor import SIZE, drawn, visiting

READY = "您要從哪裡開始"


def log_of(folder: Path) -> str:
    return (folder / "log").read_text(encoding="utf-8")


def names_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def port_of(server: Server) -> str:
    return server.origin.rpartition(":")[2]


def test_a_server_that_never_began_leaves_every_file_as_it_was(server: Server, tmp_path: Path) -> None:
    """Its port was taken; the file is a stranger's."""
    (tmp_path / "address").write_text("mine\n", encoding="utf-8")
    with served(tmp_path, "--port", port_of(server)) as late:
        assert late.process.wait(PATIENCE) == 3
        assert late.file.read_text(encoding="utf-8") == "mine\n"
    assert "in use" in (tmp_path / "log").read_text(encoding="utf-8")


def test_a_server_started_twice_leaves_the_first_ones_address(tmp_path: Path) -> None:
    """The second has the same file and no port; who waits for the address of the first one still finds it."""
    with served(tmp_path) as first:
        address = first.address()
        with served(tmp_path, "--port", port_of(first)) as second:
            assert second.process.wait(PATIENCE) == 3
        assert first.address() == address
        assert first.end(signal.SIGTERM) == 0
        assert not first.file.exists()


def test_a_file_that_holds_another_servers_address_is_left(tmp_path: Path) -> None:
    """The last one to write it has it."""
    with served(tmp_path) as first:
        first.file.write_text("http://127.0.0.1:1/?token=other\n", encoding="utf-8")
        assert first.end(signal.SIGTERM) == 0
        assert first.address().endswith("other")


async def test_an_address_that_cannot_be_written_is_written_later(tmp_path: Path) -> None:
    """Who used the one before is let in; it is said once, and the next one comes in with the new one."""
    with served(tmp_path) as server:
        used = server.address()
        in_the_way = tmp_path / ".address.new"
        in_the_way.mkdir()
        async with visiting(server) as visitor:
            assert await visitor.status() == 200
        assert server.address() == used
        wait(lambda: "it is tried again" in log_of(tmp_path), "it is said")
        in_the_way.rmdir()
        wait(lambda: server.address() != used, "a new address is told")
        async with visiting(server) as visitor:
            assert await visitor.status() == 200
        assert log_of(tmp_path).count("it is tried again") == 1
        assert used not in log_of(tmp_path)
        assert server.end() == 0
    assert not [each for each in names_in(tmp_path) if "address" in each]


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux limits the files of another process")
async def test_a_full_disk_keeps_nobody_out(tmp_path: Path) -> None:
    """Where not even a line about it can be written; nothing is left beside the file."""
    with served(tmp_path) as server:
        used, before = server.address(), names_in(tmp_path)
        _, most = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (0, most))
        async with visiting(server) as visitor:
            assert await visitor.status() == 200
        assert server.address() == used
        assert names_in(tmp_path) == before
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (most, most))
        wait(lambda: server.address() != used, "a new address is told")


async def test_a_name_with_capitals_leads_to_a_wizard(tmp_path: Path) -> None:
    """Browsers say it in small letters, in Host and in Origin."""
    with served(tmp_path, "--host", "LocalHost") as server:
        assert server.origin.startswith("http://localhost:")
        async with visiting(server) as visitor, visitor.wizard() as socket:
            await drawn(socket, READY)


@asynccontextmanager
async def answering(host: str, port: int) -> AsyncIterator[tuple[Serving, str]]:
    """A serving that takes itself to be there, and where it really is: the usual ports need not be free here."""
    site = hospital_profile.load()
    setting = Setting(lambda _, front: ("false",), [Texts(EN, site.words, site.hosts)], host)
    serving = Serving(setting, Admission())
    runner = web.AppRunner(serving.application(), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        serving.listens(port)
        yield serving, f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@pytest.mark.parametrize(
    ("host", "port", "said"),
    [
        ("WS-12.Example", 80, "ws-12.example"),
        ("127.0.0.1", 80, "127.0.0.1"),
        ("0:0:0:0:0:0:0:1", 80, "[::1]"),
        ("127.0.0.1", 443, "127.0.0.1:443"),
        ("WS-12.Example", 8080, "ws-12.example:8080"),
    ],
)
async def test_a_browser_is_known_by_what_it_says(host: str, port: int, said: str) -> None:
    """It leaves the usual port out, in Host and in Origin; the cookie is still one of this port."""
    async with answering(host, port) as (serving, where):
        assert serving.address("x") == f"http://{said}/?token=x"
        headers = {"Host": said}
        async with aiohttp.ClientSession(headers=headers) as http:
            token = serving.admission.issue()
            async with http.get(f"{where}/?token={token}", allow_redirects=False) as answer:
                assert answer.status == 303
                cookie = answer.headers["Set-Cookie"].partition(";")[0]
                assert cookie.startswith(f"wizard-{port}=")
            for origin, status in ((f"http://{said}", 400), ("http://evil.example", 403)):
                # Without a size: nothing is started, and it is looked at after the Origin.
                own = {"Cookie": cookie, "Origin": origin}
                async with http.get(f"{where}/ws", headers=own) as answer:
                    assert answer.status == status
            async with http.get(f"{where}/ws{SIZE}", headers={"Host": "evil.example"}) as answer:
                assert answer.status == 421

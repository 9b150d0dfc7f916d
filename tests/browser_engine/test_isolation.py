"""What leaves the computer, what stays on it, and what runs on it: nothing foreign, nothing, and nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ntuh_onboard.backend.web.engines.browser import private_folder
from ntuh_onboard.backend.web.engines.browser.browser_engine import BrowserEngine
from ntuh_onboard.backend.web.engines.browser.driver import BrowserProcess
from ntuh_onboard.backend.web.engines.browser.installed import installed_browsers
from ntuh_onboard.backend.web.engines.browser.rendered_page import LivePage
from ntuh_onboard.backend.web.engines.choice import BrowserChoice
from ntuh_onboard.backend.web.failures import AnswerLost, UnexpectedPage, Unreachable
from ntuh_onboard.backend.web.html.clue import Clue
from ntuh_onboard.backend.web.html.controls import Kind
from ntuh_onboard.backend.web.http.carrier import Carrier
from tests.backend.web.conftest import QUICK
from tests.backend.web.servers import CANARY, Server, half, hang_up, page, reset
from tests.patience import PATIENCE

FORM = (
    "<form method={method} action=/save><p>密碼 <input type=password name=p>"
    "<p><button {kind}>儲存</button></form>{script}"
)
BY_FETCH = (
    "<script>document.querySelector('button').onclick = () => fetch('/save', {method: 'POST', body: 'p=1'})</script>"
)
TWICE = (
    "<script>document.querySelector('button').onclick = async () => {const go = () => fetch('/save', {method: 'POST', "
    "body: 'p=1'}); await go().catch(() => 0); await go().catch(() => 0); document.body.append('已儲存')}</script>"
)
PROGRAM = """
import sys
from pathlib import Path
from ntuh_onboard.backend.web.engines.browser.driver import BrowserProcess
made = BrowserProcess(Path(sys.argv[1]))
async def opened():
    await made.context()
made.run(opened(), 60)
print(made._folder, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def engine(server: Server, browser: BrowserChoice) -> Iterator[BrowserEngine]:
    made = BrowserEngine(browser.process, Carrier([server.origin], limits=QUICK))
    with closing(made):
        yield made


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


def form(kind: str = "type=submit", script: str = "", method: str = "post") -> bytes:
    return page(FORM.format(kind=kind, script=script, method=method))


def save(engine: BrowserEngine, server: Server) -> LivePage:
    """Type a password and press 儲存, as a commit."""
    read = engine.open(f"{server.origin}/")
    act = read.act(Clue(("儲存",)))
    draft = read.draft(act)
    draft.put(read.field(Clue(("密碼",)), Kind.TEXT), CANARY)
    answer = engine.press(read, draft, act, commit=True)
    assert isinstance(answer, LivePage)
    return answer


def test_no_foreign_server_is_asked(engine: BrowserEngine, server: Server, browser: BrowserChoice) -> None:
    """By whatever means a page tries; each try is counted."""
    with Server() as other:
        server.replies["/"] = page(
            f"<img src={other.origin}/i.png><link rel=stylesheet href={other.origin}/s.css>"
            f"<script src={other.origin}/s.js></script><iframe src={other.origin}/f></iframe>"
            f"<script>fetch('{other.origin}/x'); new WebSocket('{other.origin.replace('http', 'ws')}/w');"
            f"navigator.sendBeacon('{other.origin}/b', 'x'); window.open('{other.origin}/p')</script><p>hier"
        )
        engine.open(f"{server.origin}/")
        assert not other.requests
        assert not other.other_bytes
        assert sum(engine.refused.values()) >= 5
        assert {*engine.refused} == {other.origin.partition("//")[2]}


@pytest.mark.parametrize("lost", [reset, hang_up, half], ids=["reset", "hang up", "half"])
@pytest.mark.parametrize(("kind", "script"), [("type=submit", ""), ("type=button", BY_FETCH)], ids=["form", "fetch"])
def test_a_lost_answer_is_lost_and_nothing_is_sent_again(
    engine: BrowserEngine, server: Server, kind: str, script: str, lost: Callable[..., None]
) -> None:
    server.replies |= {"/": form(kind, script), "/save": lost}
    with pytest.raises(AnswerLost):
        save(engine, server)
    assert server.count("POST", "/save") == 1


def test_a_script_that_tries_again_is_stopped(engine: BrowserEngine, server: Server) -> None:
    """Also where the first try was answered."""
    server.replies |= {"/": form("type=button", TWICE), "/save": page("ok")}
    assert save(engine, server).mentions("已儲存")
    assert server.count("POST", "/save") == 1


def test_no_file_of_the_browser_holds_what_was_typed(
    engine: BrowserEngine, server: Server, browser: BrowserChoice
) -> None:
    """Neither a password, nor the session's cookie, nor the page that came."""
    told = "Canary-of-a-page-5c1d"
    server.replies |= {"/": form(), "/save": page(told, headers=[("Set-Cookie", f"s={CANARY}-cookie; Path=/")])}
    assert save(engine, server).mentions(told)
    folder = browser.process._folder
    assert folder is not None
    files = [each for each in folder.rglob("*") if each.is_file()]
    assert files
    assert not [each for each in files for word in (CANARY, told) if word.encode() in each.read_bytes()]


def test_a_password_is_never_part_of_an_address(engine: BrowserEngine, server: Server) -> None:
    server.replies |= {"/": form(method="get"), "/save": page("ok")}
    with pytest.raises(UnexpectedPage):
        save(engine, server)
    assert CANARY.encode() not in server.seen


def test_a_server_that_is_gone_is_told_before_anything_was_sent(engine: BrowserEngine, server: Server) -> None:
    with pytest.raises(UnexpectedPage):
        engine.open("https://elsewhere.example/")


def children(pid: int) -> set[int]:
    """Every process that this one has started, and theirs."""
    found, waiting = set[int](), [pid]
    parents: dict[int, list[int]] = {}
    for each in Path("/proc").iterdir():
        if each.name.isdecimal():
            try:
                fields = (each / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents.setdefault(int(fields[1]), []).append(int(each.name))
    while waiting:
        for child in parents.get(waiting.pop(), ()):
            found.add(child)
            waiting.append(child)
    return found


def ended(pids: set[int]) -> bool:
    def runs(pid: int) -> bool:
        try:
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        except OSError:
            return False

    end = time.monotonic() + PATIENCE
    while any(map(runs, pids)) and time.monotonic() < end:
        time.sleep(0.05)
    return not any(map(runs, pids))


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, None], ids=["kill -9", "SIGTERM", "end"])
def test_the_browser_ends_with_its_program(browser: BrowserChoice, how: signal.Signals | None) -> None:
    """And what it leaves is removed at the next start at the latest."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(installed_browsers()[0])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        assert program.stdin is not None
        folder = Path(program.stdout.readline().strip())
        assert folder.is_dir()
        assert folder.stat().st_mode & 0o77 == 0
        theirs = children(program.pid)
        assert theirs
        if how is None:
            program.stdin.close()
        else:
            program.send_signal(how)
        program.wait(PATIENCE)
    assert ended(theirs)
    private_folder.remove_left()
    assert not folder.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_browser_that_is_killed_is_told_and_nothing_stays(server: Server) -> None:
    made = BrowserProcess(installed_browsers()[0]) if installed_browsers() else pytest.skip("no browser")
    before = children(os.getpid())
    engine = BrowserEngine(made, Carrier([server.origin], limits=QUICK))
    server.replies["/"] = page("<p>hier")
    assert engine.open(f"{server.origin}/").lines == ("hier",)
    mine = children(os.getpid()) - before
    folder = made._folder
    for each in mine:
        if "chrom" in Path(f"/proc/{each}/cmdline").read_text().partition("\0")[0]:
            os.kill(each, signal.SIGKILL)
    with pytest.raises(Unreachable):
        engine.open(f"{server.origin}/")
    made.close()
    assert ended(mine)
    assert folder is not None
    assert not folder.exists()
    assert not [*Path(tempfile.gettempdir()).glob(f"{private_folder.PREFIX}{os.getpid()}-*")][1:]

"""However the wizard or its browser ends: no process of theirs is left, and the browser's folder is gone."""

from __future__ import annotations

import os
import re
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from ntuh_onboard.backend.web.engines.browser import private_folder
from ntuh_onboard.backend.web.engines.browser.browser_engine import BrowserEngine
from ntuh_onboard.backend.web.engines.browser.driver import BrowserProcess
from ntuh_onboard.backend.web.engines.choice import BrowserChoice
from ntuh_onboard.backend.web.failures import AnswerLost, NeedsBrowser
from ntuh_onboard.backend.web.html.clue import Clue
from ntuh_onboard.backend.web.http.carrier import Carrier
from tests.backend.web.conftest import QUICK
from tests.backend.web.servers import Server, page
from tests.browser_engine.processes import browsers, children, ended
from tests.patience import PATIENCE
from tests.terminal.harness import Terminal, plain_environment
from tests.terminal.student import attributes, fresh_attributes

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
WIZARD = [sys.executable, "-m", "ntuh_onboard", "demo", "--over-http", "--engine", "browser", "--lang", "en"]


def by(number: signal.Signals) -> Callable[[Terminal], None]:
    """A signal to the wizard."""
    return lambda terminal: os.kill(terminal.program.process.pid, number)


def by_key(terminal: Terminal) -> None:
    """Ctrl+Q, and yes."""
    terminal.press("ctrl+q")
    terminal.wait_for("Leave?")
    terminal.settle()
    terminal.press("tab", "enter")


ENDS = {
    "end": by_key,
    "ctrl+c": by(signal.SIGINT),
    "SIGTERM": by(signal.SIGTERM),
    "closed window": lambda terminal: terminal.program.hang_up(),
    "kill -9": by(signal.SIGKILL),
}


@pytest.mark.parametrize("how", ENDS)
def test_the_browser_ends_with_its_wizard(browser: BrowserChoice, tmp_path: Path, how: str) -> None:
    """Its folder goes with it; after `kill -9` at the next start of a browser."""
    del browser  # skips where there is none
    with Terminal(WIZARD, environment=plain_environment(tmp_path, TMPDIR=str(tmp_path))) as terminal:
        terminal.wait_for("Where do you want to begin?")
        terminal.settle()
        terminal.press("enter")
        terminal.wait_for(re.compile("✓.*can be reached.*\n.*✓.*can be reached"))
        pid = terminal.program.process.pid
        (folder,) = folders_of(pid)
        assert folder.stat().st_mode & 0o77 == 0
        theirs = children(pid)
        assert browsers(theirs)
        ENDS[how](terminal)
        terminal.program.process.wait(PATIENCE)
        assert ended(theirs)
        if how in {"end", "ctrl+c", "SIGTERM"}:
            assert attributes(terminal.program._terminal) == fresh_attributes(), "nothing of theirs had the terminal"
    if how == "kill -9":
        private_folder.remove_left()
    assert not folder.exists()
    assert not [*tmp_path.glob(f"{private_folder.PREFIX}*")], "its path would be too long for a browser's socket"


def folders_of(pid: int) -> list[Path]:
    """The folders of this process's browsers."""
    return [each for place in private_folder.places() for each in place.glob(f"{private_folder.PREFIX}{pid}-*")]


@pytest.fixture
def own_engine(browser: BrowserChoice, server: Server) -> Iterator[BrowserEngine]:
    """A tab of a browser that the test may kill."""
    made = BrowserProcess(*browser.process.paths)
    try:
        yield BrowserEngine(made, Carrier([server.origin], limits=QUICK), site="portal")
    finally:
        made.close()


def kill_browsers(of: set[int]) -> None:
    """Kill all that belongs to a browser among these, and wait for its end."""
    mine = browsers(of)
    assert mine
    for each in mine:
        with suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)
    assert ended(mine)


def test_a_browser_that_is_killed_is_started_anew_and_nothing_stays(own_engine: BrowserEngine, server: Server) -> None:
    """The next page comes; the session went with the browser, and its folder goes with the program."""
    before, other = children(os.getpid()), folders_of(os.getpid())
    server.replies["/"] = page("<p>hier")
    assert own_engine.open(f"{server.origin}/").lines == ("hier",)
    (folder,) = {*folders_of(os.getpid())}.difference(other)
    kill_browsers(children(os.getpid()) - before)
    assert own_engine.open(f"{server.origin}/").lines == ("hier",)
    mine = children(os.getpid()) - before
    own_engine._process.close()
    assert ended(mine)
    assert not folder.exists()


def test_a_browser_that_is_killed_amid_a_commit_leaves_it_unknown(own_engine: BrowserEngine, server: Server) -> None:
    """It was sent once, and is not sent again by the browser that takes its place."""
    before = children(os.getpid())
    came = threading.Event()

    def hold(wire: socket.socket, _: bytes) -> None:
        came.set()
        wire.recv(1)

    server.replies |= {"/": page("<form method=post action=/save><button>儲存</button></form>"), "/save": hold}

    def kill() -> None:
        came.wait(PATIENCE)
        kill_browsers(children(os.getpid()) - before)

    killer = threading.Thread(target=kill)
    killer.start()
    read = own_engine.open(f"{server.origin}/")
    act = read.act(Clue(("儲存",)))
    with pytest.raises(AnswerLost):
        own_engine.press(read, read.draft(act), act, commit=True)
    killer.join()
    assert own_engine.open(f"{server.origin}/").acts
    assert server.count("POST", "/save") == 1


def test_where_no_file_may_be_written_the_persons_own_browser_is_needed(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a student's process of a kiosk, which may write none."""

    def refused() -> Path:
        raise FileNotFoundError("no usable temporary directory")

    monkeypatch.setattr(private_folder, "new_folder", refused)
    made = BrowserProcess(Path("/bin/false"))
    with closing(made), pytest.raises(NeedsBrowser):
        BrowserEngine(made, Carrier([server.origin], limits=QUICK), site="portal").open(f"{server.origin}/")
    assert not server.requests


def test_a_browser_that_does_not_start_is_not_called_a_hospital_out_of_reach(server: Server) -> None:
    """The person's own browser is needed."""
    made = BrowserProcess(Path("/bin/false"))
    with closing(made), pytest.raises(NeedsBrowser):
        BrowserEngine(made, Carrier([server.origin], limits=QUICK), site="portal").open(f"{server.origin}/")
    assert not server.requests

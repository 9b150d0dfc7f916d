"""How long until a served wizard can be used: from the request for its address to the first screen, and its first key.

    python -m tests.serve.ready own            two times in seconds, see `measured`
    python -m tests.serve.ready stock          the same wizard behind textual-serve's own page and server

Every name but this computer's leads to an address that nobody has (RFC 5737): where packets to it are dropped, whoever
asks it waits.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.chromium import installed_browser
from tests.chromium.installed_browser import BrowserSilent
from tests.chromium.window import Window
from tests.serve.server import ROOT, served, wait
from tests.serve.tab import WebStudent
from tests.terminal.harness import NeverCame, plain_environment

NOBODY = "192.0.2.1"
NAMES = f"--host-resolver-rules=MAP * {NOBODY}, EXCLUDE 127.0.0.1, EXCLUDE localhost"
SILENT_FOR = 25.0
STOCK = """
import sys
from textual_serve.server import Server
Server(sys.argv[1], port=int(sys.argv[2])).serve()
"""


def main() -> None:
    """Print what was measured."""
    flags = tuple(each for each in installed_browser.FLAGS if "resolver-rules" not in each)
    setattr(installed_browser, "FLAGS", (*flags, NAMES))  # noqa: B010  # its type is a tuple of that very length
    path = installed_browser.find()
    assert path is not None, installed_browser.MISSING
    with tempfile.TemporaryDirectory() as folder, installed_browser.opened(path) as browser:
        own = sys.argv[1] == "own"
        with served_by_us(Path(folder)) if own else served_as_it_comes() as address:
            sys.stdout.write(" ".join(measured(Window(browser), address)))


def measured(window: Window, address: str) -> Iterator[str]:
    """Seconds until the first screen was drawn, and until a key pressed without a click was answered; or `never`."""
    begun = time.monotonic()
    student = WebStudent(window, address, Path("none"), loaded=False)
    try:
        student.wait_for("您要從哪裡開始", SILENT_FOR)
        yield f"{time.monotonic() - begun:.3f}"
        student.ready()
        before = len(student.output)
        pressed = time.monotonic()
        student.press("down")
        student.wait_for(lambda: len(student.output) > before, 5)
    except (BrowserSilent, NeverCame):
        yield "never"
    else:
        yield f"{time.monotonic() - pressed:.3f}"


@contextmanager
def served_by_us(folder: Path) -> Iterator[str]:
    with served(folder) as server:
        yield server.address()


@contextmanager
def served_as_it_comes() -> Iterator[str]:
    """textual-serve as its manual says, with our wizard as its program."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = f"{sys.executable} -W ignore -m ntuh_onboard serve demo --child"
    process = subprocess.Popen(
        [sys.executable, "-c", STOCK, command, str(port)],
        cwd=ROOT,
        env=plain_environment(PYTHONPATH=str(ROOT)),
        stdout=subprocess.DEVNULL,
    )
    try:
        wait(lambda: listens(port), "textual-serve listens")
        yield f"http://localhost:{port}/"
    finally:
        process.kill()
        process.wait()


def listens(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    main()

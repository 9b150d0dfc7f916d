"""One student's wizard in its own process, which ends with the browser that shows it (N-03, S-08)."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from ntuh_onboard.journey.lane import COMMIT_DEADLINE
from ntuh_onboard.serve.pages import IDLE, REPAINT, Front
from ntuh_onboard.serve.server_pipe import PRELUDE
from ntuh_onboard.serve.websocket_messages import Sized
from ntuh_onboard.startup.environment import hostile

OPTIONS: Mapping[Front, tuple[str, ...]] = {Front.TERMINAL: (), Front.PLAIN: ("--plain-page",)}
"""What starts a wizard for it."""
PATIENCE = COMMIT_DEADLINE + 5.0
"""Seconds that a wizard has to end: it waits for a commit in flight and then signs out (R-05)."""
INSIST = 2.0
"""Seconds between SIGTERM and SIGKILL for a wizard that did not end."""
COMPLAINT_MOST = 2000

Send = Callable[[bytes], Awaitable[None]]


class Session(AppService):
    """textual-serve's service with a command that no shell reads, a clean environment, and a certain end.

    Args:
        command: program and arguments.
        front: what shows it: the terminal's page, or the plain one.
        send: sends bytes to the browser; raises ConnectionError if it is gone.
        closed: called once, when the wizard has ended by itself.

    Attributes:
        front: what shows it.
        why: why the wizard ended by itself, in the page's words, if it has told.

    """

    def __init__(self, command: Sequence[str], front: Front, send: Send, closed: Callable[[], Awaitable[None]]) -> None:
        async def never(_: str) -> None:
            """Send nothing: neither addresses nor files are handed to the browser (K-03, S-07)."""

        super().__init__(
            "", write_bytes=send, write_str=never, close=closed, download_manager=DownloadManager(), debug=False
        )
        self._program = tuple(command)
        self.front = front
        self.why = ""
        self._gone = False
        self._muted = False
        self._sized: Sized | None = None
        self._complaint = b""

    @property
    def pid(self) -> int:
        """The id of the wizard's process."""
        return self._running.pid

    @property
    def running(self) -> bool:
        """Whether its process has not ended."""
        return self._running.returncode is None

    @property
    def last_words(self) -> str:
        """What the wizard wrote when it ended by a fault: a code and the help desk (T-05); otherwise empty."""
        return self._complaint.decode("utf-8", "replace").strip() if self._running.returncode else ""

    @property
    def _running(self) -> Process:
        if self._process is None:
            raise RuntimeError("this session was not started")
        return self._process

    async def begin(self, size: Sized) -> None:
        """Start the wizard."""
        self._sized = size
        await self.start(size.columns, size.rows)

    def detach(self) -> None:
        """Go on without a browser: what is drawn is discarded."""
        self._gone = True

    async def attach(self, size: Sized, send: Send, closed: Callable[[], Awaitable[None]]) -> None:
        """Go on in another page, which is drawn anew; `send` and `closed` as at the beginning."""
        self.remote_write_bytes, self.remote_close = send, closed
        self._gone, self._muted = False, True
        await self.send_meta({"type": REPAINT})
        await self.resize(size)

    async def resize(self, size: Sized) -> None:
        """Tell the wizard the size of its terminal, if it has changed."""
        if size != self._sized:
            self._sized = size
            await self.set_terminal_size(size.columns, size.rows)

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Start the program itself, in its own process group, so that an interrupt of the server does not reach it."""
        own: dict[str, Any] = {"creationflags": 0x200} if sys.platform == "win32" else {"start_new_session": True}
        self._process = await asyncio.create_subprocess_exec(
            *self._program, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=surroundings(width, height), **own
        )
        self._stdin = self._process.stdin
        return self._process

    async def run(self) -> None:
        """Send what is drawn to the browser until the wizard ends; once the browser is gone, discard it."""
        stdout, stderr = self._running.stdout, self._running.stderr
        if stdout is None or stderr is None:
            raise RuntimeError("both are pipes")
        complaining = asyncio.create_task(self._listen(stderr))
        with suppress(asyncio.IncompleteReadError):
            if await stdout.readline() == PRELUDE:
                while True:
                    kind, size = await stdout.readexactly(1), await stdout.readexactly(4)
                    packet = await stdout.readexactly(int.from_bytes(size, "big"))
                    if kind == b"D":
                        await self.on_data(packet)
                    elif kind == b"M":
                        self._heed(packet)
        await complaining
        await self._running.wait()
        if not self._gone:
            self._gone = True
            await self.remote_close()

    async def on_data(self, payload: bytes) -> None:
        """Send what is drawn; the wizard must never wait for a browser that is gone."""
        if not (self._gone or self._muted):
            try:
                await self.remote_write_bytes(payload)
            except (ConnectionError, RuntimeError):  # aiohttp: a lost connection, a closed websocket
                self._gone = True

    async def stop(self) -> None:
        """End the wizard, in order if possible, but in any case; returns when its process is gone."""
        self._gone = True
        with suppress(TimeoutError):
            await asyncio.wait_for(self.send_meta({"type": "quit"}), INSIST)
        for insisting, patience in ((self._running.terminate, PATIENCE), (self._running.kill, INSIST)):
            with suppress(TimeoutError):
                await asyncio.wait_for(self._running.wait(), patience)
                break
            with suppress(ProcessLookupError):
                insisting()
        if self._task is not None:
            await self._task

    def _heed(self, packet: bytes) -> None:
        """Note why and when a wizard ends, and that it draws its page anew; all else is discarded (K-03, S-07).

        Its input is closed as soon as it ends: on Windows its reader waits for a key there, and its process with it.
        """
        with suppress(ValueError):
            said = json.loads(packet)
            if said == {"type": "over", "why": IDLE}:
                self.why = IDLE
            elif said == {"type": REPAINT}:
                self._muted = False
            elif said == {"type": "exit"} and self._stdin is not None:
                self._stdin.close()

    async def _listen(self, stderr: asyncio.StreamReader) -> None:
        while piece := await stderr.read(4096):
            self._complaint = (self._complaint + piece)[-COMPLAINT_MOST:]


def surroundings(columns: int, rows: int, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the wizard's environment: nothing hostile (S-05), and a terminal with all characters and colours."""
    clean = {name: value for name, value in environ.items() if not hostile(name) and name not in {"NO_COLOR", "LINES"}}
    size = {"COLUMNS": str(columns), "ROWS": str(rows)}  # the names that Textual's web driver reads
    # WT_SESSION tells the wizard of a terminal on Windows that box lines are one cell wide, as in a browser.
    drawn = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "WT_SESSION": "browser"}
    return clean | size | drawn


def told(kind: str, text: str) -> str:
    """Encode a message for our own page; textual-serve's script ignores both kinds."""
    return json.dumps([kind, text])

"""Lets a wizard in a terminal say when it takes keys, to the test that presses them.

A test asks by a number; once all keys that were sent are read and what they set off is drawn, and no act is under way,
the wizard writes that number to its terminal as a sequence which no terminal shows. What stands before it in the
output is all that there is to see.
"""

from __future__ import annotations

import asyncio
import selectors
import struct
import threading
import time
from multiprocessing.connection import Listener
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ntuh_onboard.screens.wizard_app import OnboardApp

QUESTION, KEYS = "rest", "keys"
OFTEN = 0.005
"""Seconds between two looks at what tells nobody when it is so."""


def mark(number: int) -> bytes:
    """What is written for this number: a string that is meant for no terminal."""
    return b"\x1b]7701;%d\x07" % number


class Reader(selectors.SelectSelector):
    """The selector of the thread that reads keys. waits: whether all that it has read is handed on."""

    waits = False

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """As it is, but it is known that nothing is in hand meanwhile."""
        Reader.waits = True
        try:
            return super().select(timeout)
        finally:
            Reader.waits = False


class Watched:
    """The wizard of this process, from the moment at which there is one."""

    def __init__(self) -> None:
        """Before any application is made."""
        self.apps: list[OnboardApp] = []
        self._parsers: list[Any] = []

    def begin(self) -> None:
        """Know each application that is made from now on, and the reader of its keys; loads what draws."""
        from ntuh_onboard.screens.base.safe_app import SafeApp

        made = SafeApp.__init__

        def make(app: Any, *given: Any, **more: Any) -> None:
            self.apps.append(app)
            made(app, *given, **more)

        SafeApp.__init__ = make  # type: ignore[method-assign,assignment]
        self._know_reader()

    def press(self, units: str) -> None:
        """Press keys from inside, which only a console of Windows can do; elsewhere they are typed at the terminal."""
        raise NotImplementedError

    def _know_reader(self) -> None:
        from textual.drivers import linux_driver

        vars(linux_driver).update(
            XTermParser=self._parse,
            selectors=SimpleNamespace(SelectSelector=Reader, EVENT_READ=selectors.EVENT_READ),
        )

    def _parse(self, *given: Any) -> Any:
        from textual._xterm_parser import XTermParser

        self._parsers.append(XTermParser(*given))
        return self._parsers[-1]

    def tell(self, number: int) -> None:
        """Write this number to the terminal as soon as the wizard takes keys; nothing where it has ended before."""
        threading.Thread(target=self._tell, args=(number,), daemon=True).start()

    def _tell(self, number: int) -> None:
        while not (self.apps and self.apps[-1].is_running and self.apps[-1]._loop is not None):
            time.sleep(OFTEN)
        app = self.apps[-1]
        assert app._loop is not None
        asyncio.run_coroutine_threadsafe(self._at_rest(app, number), app._loop)

    async def _at_rest(self, app: OnboardApp, number: int) -> None:
        from tests import at_rest

        while app.return_value is None:
            if not (self._read() and _takes_keys(app)):
                await asyncio.sleep(OFTEN)
                continue
            await asyncio.sleep(OFTEN)  # what the reader has handed on comes to the application's queue
            await at_rest.drained(app)
            if not at_rest.anything_seen(app):
                continue
            await at_rest.painted(app)
            if self._read() and _takes_keys(app):
                assert app._driver is not None
                app._driver.write(mark(number).decode())
                return

    def _read(self) -> bool:
        """Whether every key that was sent is read, and stands in the application's queue or behind it.

        The order counts: a key that is not in the terminal any more was read before the reader began to wait.
        """
        import fcntl  # POSIX only, and the tests' side of this module is imported everywhere
        import termios

        unread: int = struct.unpack("i", fcntl.ioctl(0, termios.FIONREAD, b"\0" * 4))[0]
        return unread == 0 and Reader.waits and self._parsed()

    def _parsed(self) -> bool:
        """Whether the reader of keys waits for no rest of a sequence."""
        return all(each._timeout_time is None for each in self._parsers[-1:])


def _takes_keys(app: OnboardApp) -> bool:
    burst = getattr(app.screen, "burst", None)  # of the kiosk's screen that waits for somebody
    return app.lock.takes_keys and (burst is None or burst.over)


def place(told: str) -> tuple[Any, str]:
    """Address and family of a socket: a path, or `tcp:PORT` on this computer, which Windows has too."""
    port = told.removeprefix("tcp:")
    return (told, "AF_UNIX") if port == told else (("127.0.0.1", int(port)), "AF_INET")


def listen(watched: Watched, path: str) -> None:
    """Answer `rest NUMBER` on this socket from now on, at once; what is asked for stands on the terminal."""

    def answer() -> None:
        with Listener(path, "AF_UNIX") as questions:
            while True:
                with questions.accept() as asked:
                    watched.tell(int(asked.recv_bytes().decode().partition(" ")[2]))
                    asked.send_bytes(b"null")

    threading.Thread(target=answer, daemon=True).start()

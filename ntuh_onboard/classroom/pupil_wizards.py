"""The wizards of a class in browsers: one process per pupil, at the seat that the browser came from."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from ntuh_onboard.serve.admission import Admission
from ntuh_onboard.serve.announcing import until_signalled
from ntuh_onboard.serve.web_server import Serving, Setting, serve
from ntuh_onboard.texts.sentences import Texts

RESTS = 120.0
"""Seconds for which a pupil's wizard waits for a browser: a page that is reloaded, or opened on another device."""


class Wizards:
    """Serves the wizards of a class.

    Args:
        program: starts a wizard when `--seat=FILE` is appended.
        texts: the sentences of the page around a wizard.
        address: the address to serve at.
        port: the port, 0 for any free one.
        most: how many wizards may run at once.

    Attributes:
        opening: returns the file of a seat by its number; called when a wizard starts there.

    """

    def __init__(self, program: Sequence[str], texts: Texts, address: str, port: int, most: int) -> None:
        self.opening: Callable[[int], Path] = _nobody
        self._program = tuple(program)
        self._setting = Setting(self._command, [texts], address, port, most, rests=RESTS)
        self._serving = Serving(self._setting, Admission())
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def port(self) -> int:
        """The port; known once the wizards are served."""
        return self._serving.port

    def here(self) -> frozenset[int]:
        """Return the seats whose wizard stands in a browser now; may be called from any thread."""
        return frozenset(map(int, self._serving.visits.present))

    def lead_home(self, address: str) -> None:
        """Set the address at which a pupil whose wizard was lost gets another."""
        self._serving.home = address

    def address(self, number: int) -> str:
        """Return an address that opens this pupil's wizard once; called from the thread of the class's pages."""
        return self._serving.address(self._serving.admission.issue(str(number)))

    async def turn_out(self, number: int) -> None:
        """End the wizard at this seat, if there is one; its pupil may open another. Called from the same thread."""
        if self._loop is not None:
            await asyncio.wrap_future(
                asyncio.run_coroutine_threadsafe(self._serving.visits.renew(str(number)), self._loop)
            )

    def run(self, ready: Callable[[], None], insist: str = "") -> bool:
        """Serve until a signal ends the program; `insist` as for `until_signalled`.

        Returns whether somebody has pressed Ctrl+C, so that the class is over; any other end may have been no wish.
        """

        async def run() -> bool:
            self._loop = asyncio.get_running_loop()
            until = until_signalled(insist=insist)
            await serve(self._serving, self._setting, ready, until)
            return until.pressed

        return asyncio.run(run())

    def _command(self, seat: str, front: Sequence[str]) -> Sequence[str]:
        return [*self._program, f"--seat={self.opening(int(seat))}", *front]


def _nobody(number: int) -> Path:
    """Stand for the files of a class that has not been set up yet."""
    raise LookupError(number)

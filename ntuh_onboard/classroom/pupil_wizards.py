"""The wizards of a class in browsers: each pupil's in a process of its own, at the seat that the browser came from."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ntuh_onboard.serve.admission import Admission
from ntuh_onboard.serve.announcing import until_signalled
from ntuh_onboard.serve.web_server import Serving, Setting, serve
from ntuh_onboard.texts.sentences import Texts


class Wizards:
    """program: starts a wizard when `--seat=FILE` is put behind it. port: where they are served, 0 for any.

    seats: number -> the seat's file. opened: told of a seat when a wizard starts there.
    """

    def __init__(self, program: Sequence[str], texts: Texts, address: str, port: int, most: int) -> None:
        self.seats: Mapping[int, Path] = {}
        self.opened: Callable[[int], None] = lambda _: None
        self._program = tuple(program)
        self._setting = Setting(self._command, [texts], address, port, most)
        self._serving = Serving(self._setting, Admission())
        self._loop: asyncio.AbstractEventLoop | None = None

    def address(self, number: int) -> str:
        """Where this pupil's wizard is opened, once; asked from the thread of the class's pages."""
        return self._serving.address(self._serving.admission.issue(str(number)))

    async def turn_out(self, number: int) -> None:
        """End the wizard at this seat, if one runs; its pupil may open another. Asked from the same thread."""
        if self._loop is not None:
            await asyncio.wrap_future(
                asyncio.run_coroutine_threadsafe(self._serving.visits.renew(str(number)), self._loop)
            )

    def run(self, ready: Callable[[], None]) -> None:
        """Serve until a signal comes that ends programs."""

        async def run() -> None:
            self._loop = asyncio.get_running_loop()
            await serve(self._serving, self._setting, ready, until_signalled())

        asyncio.run(run())

    def _command(self, seat: str) -> Sequence[str]:
        self.opened(int(seat))
        return [*self._program, f"--seat={self.seats[int(seat)]}"]

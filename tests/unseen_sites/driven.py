"""A browser for one site that needs its scripts, and what it leaves: connections of its own, processes, a folder."""

from __future__ import annotations

import os
import socket
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from unittest.mock import patch

from ntuh_onboard.backend.web.engines.browser import driver, private_folder
from ntuh_onboard.backend.web.engines.browser.driver import BrowserProcess
from ntuh_onboard.backend.web.engines.browser.installed import installed_browsers
from ntuh_onboard.backend.web.engines.choice import BrowserChoice
from tests.browser_engine.processes import children, ended


@dataclass
class Left:
    """What a browser did beside its pages. refused: how often each foreign server was; left: what stayed, in words.

    asked: what the browser itself asked its proxy for, which is where it would reach a foreign server.
    In the product that proxy is none, and no server's name is found, so that nobody is reached.
    """

    refused: dict[str, int] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        """Whether neither a process nor a folder is left."""
        return not self.left


@contextmanager
def driven(engine: str) -> Iterator[tuple[BrowserChoice | None, Left]]:
    """A browser for this engine (`auto`, `http`, `browser`), and, once it has ended, what it left."""
    found = Left()
    if engine == "http":
        yield None, found
        return
    before, folders = children(os.getpid()), _folders()
    with closing(_CountingProxy()) as proxy, patch.object(driver, "_ARGUMENTS", proxy.in_place(driver._ARGUMENTS)):
        process = BrowserProcess(*installed_browsers())
        try:
            yield BrowserChoice(process, always=engine == "browser"), found
        finally:
            mine = children(os.getpid()) - before
            process.close()
            found.left = [*(["processes"] if not ended(mine) else []), *map(str, _folders() - folders)]
            found.refused = dict(process.refused)
            found.asked = dict(proxy.asked)


class _CountingProxy:
    """Takes the place of the proxy that a browser is given so as to reach nobody, and counts who comes."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self._door = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._count, daemon=True).start()

    def in_place(self, arguments: tuple[str, ...]) -> tuple[str, ...]:
        """The browser's arguments, with this proxy."""
        nowhere, here = "127.0.0.1:9", f"127.0.0.1:{self._door.getsockname()[1]}"
        assert any(each.endswith(nowhere) for each in arguments)
        found = {"MAP * ~NOTFOUND": "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"}  # else the proxy is not found either
        return tuple(_replaced(each, {nowhere: here, **found}) for each in arguments)

    def _count(self) -> None:
        while True:
            try:
                wire, _ = self._door.accept()
            except OSError:
                return
            with wire, suppress(OSError):
                wire.settimeout(1)
                asked = wire.recv(2048).split(b" ")
                self.asked[asked[1].decode("latin-1") if len(asked) > 1 else ""] += 1

    def close(self) -> None:
        self._door.close()


def _replaced(text: str, others: Mapping[str, str]) -> str:
    for each, other in others.items():
        text = text.replace(each, other)
    return text


def _folders() -> set[object]:
    return {
        found for place in private_folder.places() for found in place.glob(f"{private_folder.PREFIX}{os.getpid()}-*")
    }

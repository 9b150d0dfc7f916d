"""Limit the duration of a whole exchange, with a watchdog that shuts its sockets (H-07).

A library's `timeout=` applies to each read: one byte per second keeps such a call alive for ever. Here a timer shuts
every socket opened under the deadline, whatever the call is waiting for: connection, handshake, headers or body.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from contextvars import ContextVar, Token
from typing import Self

_CURRENT: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


class Deadline:
    """A deadline, used as `with Deadline(20):`; all exchanges of this thread inside share it."""

    def __init__(self, seconds: float, ticks: Callable[[], float] = time.monotonic) -> None:
        self._ticks = ticks
        self._end = ticks() + seconds
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._shut = False
        self._timer = threading.Timer(max(seconds, 0.0), self.shut)
        self._timer.daemon = True
        self._token: Token[Deadline | None] | None = None

    def left(self) -> float:
        """Return the seconds left, never below zero."""
        return max(self._end - self._ticks(), 0.0)

    def over(self) -> bool:
        """Return whether the time is over."""
        return self._shut or self.left() <= 0

    def watch(self, opened: socket.socket) -> None:
        """Shut this socket too when the time is over.

        A duplicate is kept, since the TLS layer takes over the socket and leaves the first object empty.
        """
        with self._lock:
            if self._shut:
                _shut(opened)
                return
            self._sockets.append(opened.dup())

    def forget(self) -> None:
        """Release the sockets seen so far, since an exchange has ended."""
        with self._lock:
            for each in self._sockets:
                each.close()
            self._sockets.clear()

    def shut(self) -> None:
        """Shut what is open, since the time is over or somebody leaves; a blocked call returns at once."""
        with self._lock:
            self._shut = True
            for each in self._sockets:
                _shut(each)
                each.close()
            self._sockets.clear()

    def __enter__(self) -> Self:
        self._token = _CURRENT.set(self)
        self._timer.start()
        return self

    def __exit__(self, *ended: object) -> None:
        self._timer.cancel()
        if self._token is not None:
            _CURRENT.reset(self._token)
        self.forget()


def current() -> Deadline | None:
    """Return the deadline of this thread, or None."""
    return _CURRENT.get()


def _shut(opened: socket.socket) -> None:
    with contextlib.suppress(OSError):  # it is closed or was never connected
        opened.shutdown(socket.SHUT_RDWR)

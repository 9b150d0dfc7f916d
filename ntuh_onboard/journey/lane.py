"""The one line to a backend: a daemon thread that builds it, owns it, and calls its blocking verbs one at a time.

A daemon thread, because leaving must not wait for a hung request: `close()` waits only where a commit is in flight,
and no longer than that verb's own deadline. No textual and no requests here.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

Owned = TypeVar("Owned")
Value = TypeVar("Value")

COMMIT_DEADLINE = 20.0
"""Seconds that a commit in flight may take before leaving gives up on it (H-07)."""
SIGN_OUT_DEADLINE = 2.0
"""Seconds that the sign-outs may take (N-04)."""


class Closed(Exception):
    """The lane takes nothing any more; raised into the futures that were still waiting."""


class Lane(Generic[Owned]):
    """Calls functions with what `build` made, in one thread, in the order of asking.

    build: makes the backend; called in the thread at the first call. Its errors go into that call's future.
    """

    def __init__(self, build: Callable[[], Owned]) -> None:
        self._build = build
        self._owned: Owned | None = None
        self._queue: queue.SimpleQueue[tuple[Callable[[Owned], object], Future[object]] | None] = queue.SimpleQueue()
        self._idle = threading.Condition()
        self._committing = 0
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="lane", daemon=True)
        self._thread.start()

    def submit(self, call: Callable[[Owned], Value], *, commit: bool = False) -> Future[Value]:
        """Ask for `call(owned)`; the future gives its value or its error. Raises Closed after `close()`."""
        future: Future[Value] = Future()
        with self._idle:
            if self._closed:
                raise Closed
            self._committing += commit
            if commit:
                future.add_done_callback(self._settled)
            self._queue.put((call, future))  # type: ignore[arg-type]  # a queue cannot say that each pair agrees in itself
        return future

    @property
    def committing(self) -> bool:
        """Whether a commit is in flight or waiting."""
        return self._committing > 0

    def close(
        self, last: Callable[[Owned], object] | None = None, *, deadline: float = COMMIT_DEADLINE
    ) -> object | None:
        """Take no more calls; let a commit in flight end, for `deadline` seconds at most; then run `last`, and end.

        `last` gets `SIGN_OUT_DEADLINE` seconds; its value is returned, None where it failed or was not done in time.
        """
        with self._idle:
            if self._closed:
                return None
            self._closed = True
            self._idle.wait_for(lambda: not self._committing, deadline)
            clear = not self._committing
        self._refuse_waiting()
        result: object | None = None
        if last is not None and clear and self._owned is not None:
            future: Future[object] = Future()
            self._queue.put((last, future))
            try:
                result = future.result(SIGN_OUT_DEADLINE)
            except Exception:  # noqa: BLE001  # whatever the sign-out raised, leaving goes on (N-04)
                result = None
        self._queue.put(None)
        return result

    def _settled(self, _: Future[object] | Future[Value]) -> None:
        with self._idle:
            self._committing -= 1
            self._idle.notify_all()

    def _refuse_waiting(self) -> None:
        """What was asked for and not begun will not be: a commit least of all."""
        with contextlib.suppress(queue.Empty):
            while (entry := self._queue.get_nowait()) is not None:
                if entry[1].set_running_or_notify_cancel():
                    entry[1].set_exception(Closed())

    def _run(self) -> None:
        while (entry := self._queue.get()) is not None:
            self._serve(*entry)
            del entry  # a call holds the secrets that it has sent: it must not be kept until the next one is asked for

    def _serve(self, call: Callable[[Owned], object], future: Future[object]) -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            if self._owned is None:
                self._owned = self._build()
            value = call(self._owned)
        except BaseException as error:  # noqa: BLE001  # a future carries whatever the call raised
            future.set_exception(error)
        else:
            future.set_result(value)
        finally:
            del call, future  # the error's traceback holds this frame, and the future holds the error

"""The only connection to a backend: a daemon thread that builds it, owns it, and calls its blocking verbs in order.

It is a daemon thread because leaving must not wait for a hung request: `close()` waits only for a commit in flight,
and no longer than that verb's own deadline. Nothing of textual or requests is used here.
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
"""Seconds that leaving waits for a commit in flight (H-07)."""
SIGN_OUT_DEADLINE = 2.0
"""Seconds for the sign-outs (N-04), unless the backend asks for more."""


class Closed(Exception):
    """The lane accepts nothing any more; also raised into futures that were still waiting."""


class Lane(Generic[Owned]):
    """Calls functions with what `build` returned, in one thread and in order.

    build: makes the backend; called in the thread by the first call, whose future gets its errors.
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
        """Call `call(owned)` in the thread; the future gets its value or its error. Raises Closed after `close()`."""
        future: Future[Value] = Future()
        with self._idle:
            if self._closed:
                raise Closed
            self._committing += commit
            if commit:
                future.add_done_callback(self._settled)
            self._queue.put((call, future))  # type: ignore[arg-type]  # a queue's type cannot tie each pair together
        return future

    @property
    def committing(self) -> bool:
        """Whether a commit is in flight or waiting."""
        return self._committing > 0

    @property
    def sign_out_seconds(self) -> float:
        """Seconds for the sign-outs: those that the backend asks for, else `SIGN_OUT_DEADLINE`."""
        asked_for = getattr(self._owned, "sign_out_seconds", None)
        return SIGN_OUT_DEADLINE if asked_for is None else asked_for()

    def close(
        self, last: Callable[[Owned], object] | None = None, *, deadline: float = COMMIT_DEADLINE
    ) -> object | None:
        """Accept no more calls; wait for a commit in flight, at most `deadline` seconds; then run `last`, and end.

        `last` gets `sign_out_seconds`. Returns its value, or None if it failed or took longer.
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
                result = future.result(self.sign_out_seconds)
            except Exception:  # noqa: BLE001  # whatever the sign-out raised, leaving continues (N-04)
                result = None
        self._queue.put(None)
        return result

    def _settled(self, _: Future[object] | Future[Value]) -> None:
        with self._idle:
            self._committing -= 1
            self._idle.notify_all()

    def _refuse_waiting(self) -> None:
        """Refuse the calls that have not begun, above all commits."""
        with contextlib.suppress(queue.Empty):
            while (entry := self._queue.get_nowait()) is not None:
                if entry[1].set_running_or_notify_cancel():
                    entry[1].set_exception(Closed())

    def _run(self) -> None:
        while (entry := self._queue.get()) is not None:
            self._serve(*entry)
            del entry  # a call holds the secrets that it has sent: do not keep it until the next one

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

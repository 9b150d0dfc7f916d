"""The busy lock's quarter of a second, which passes when a test waits for it, and not before."""

from __future__ import annotations

from ntuh_onboard.screens.base.busy_lock import BURST, BusyLock


class Moment:
    """A clock that stands still until somebody waits: keys of one burst are of one moment, however slow the machine."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """The seconds."""
        return self.now


def lock() -> BusyLock:
    """A busy lock on a clock of its own that stands still."""
    return BusyLock(Moment())


def waited(busy: BusyLock) -> bool:
    """Let a burst be over, where the lock's clock is ours and no act is under way; whether keys are taken."""
    if isinstance(busy._now, Moment) and not busy.busy and not busy.takes_keys:
        busy._now.now += BURST
    return busy.takes_keys

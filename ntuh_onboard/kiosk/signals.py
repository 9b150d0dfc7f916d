"""Signals at a kiosk: two end it, the others change nothing (K-01, K-02, K-07, R-05)."""

from __future__ import annotations

import signal

ENDING = {signal.SIGTERM: 143, signal.SIGHUP: 129}
"""The exit status of each."""
HARMLESS = frozenset(
    {
        signal.SIGINT,
        signal.SIGQUIT,
        signal.SIGTSTP,
        signal.SIGTTIN,
        signal.SIGTTOU,
        signal.SIGUSR1,
        signal.SIGUSR2,
        signal.SIGALRM,
        signal.SIGPIPE,
    }
)


def hold_off() -> None:
    """Block what is harmless, and nothing that ends it, here and in every process started from here.

    Blocked and not ignored: Textual sets SIGTTIN and SIGTTOU to stop the process for a moment at its start, and then
    back to their default, which stops it too. What ends it may have been blocked by whoever started it; where it was
    sent meanwhile, it comes now.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, HARMLESS)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)

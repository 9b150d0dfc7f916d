"""Signals at a kiosk: two end it, all others have no effect (K-01, K-02, K-07, R-05)."""

from __future__ import annotations

import signal

ENDING = {signal.SIGTERM: 143, signal.SIGHUP: 129}
"""The signals that end the kiosk, with their exit statuses."""
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
    """Block the harmless signals, and unblock those that end the kiosk, here and in all child processes.

    They are blocked rather than ignored: at its start Textual sets SIGTTIN and SIGTTOU to stop the process, and then
    back to their default, which stops it too. Whoever started the kiosk may have blocked the ending signals; one that
    was sent meanwhile arrives now.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, HARMLESS)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)

"""Every exit status, so that a script or a trainer can tell how the program ended (R-05, T-05)."""

from __future__ import annotations

import os
import sys
from enum import IntEnum


class Exit(IntEnum):
    """The exit statuses; `docs/exit-codes.md` explains them for people (a test compares the two)."""

    DONE = 0
    """The journey was finished."""
    FAILURE = 1
    """The journey cannot go on, for a reason that was shown on the screen."""
    USAGE = 2
    """The command line was not understood."""
    CONFIGURATION = 3
    """A settings file, an answers file, a profile or the machine's policy is wrong."""
    UNREACHABLE = 4
    """The hospital could not be reached, or could not prove who it is."""
    REFUSED = 5
    """The hospital refused, and no other answer of the student's would change that."""
    UNFINISHED = 6
    """The student left before the end, or the outcome of a commit is still unknown."""
    UNRECOGNISED = 7
    """A page of the hospital is not the one that the profile describes."""
    MAINTENANCE = 8
    """The hospital says that its pages are closed for now."""
    NETWORK_SIGN_IN = 9
    """A network's own sign-in page answered instead of the hospital."""
    CLOCK = 10
    """This computer's clock is wrong."""
    PARTLY_CHECKED = 11
    """A check found nothing wrong, and did not read all pages that it can read."""
    NO_TERMINAL = 12
    """A person is to type, and input or output is no terminal."""
    INTERNAL = 70
    """A fault in this program; an error code was shown, and no traceback."""
    OUTPUT = 74
    """What was printed could not be written: the disk is full, or nobody reads it."""
    HANGUP = 129
    """SIGHUP: the terminal was closed."""
    INTERRUPT = 130
    """SIGINT: Ctrl+C outside the wizard's screens."""
    QUIT = 131
    """SIGQUIT: Ctrl+\\ outside the wizard's screens."""
    TERMINATED = 143
    """SIGTERM: the process was told to end."""


def printed(status: int) -> int:
    """Return the status, or `Exit.OUTPUT` if what was printed cannot be written; nothing is left to fail later."""
    for number, stream in ((1, sys.stdout), (2, sys.stderr)):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            status = Exit.OUTPUT
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, number)
            os.close(nowhere)
    return int(status)

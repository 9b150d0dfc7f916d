"""Every exit status, so that a script or a trainer can tell how the program ended (R-05, T-05)."""

from __future__ import annotations

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
    INTERNAL = 70
    """A fault in this program; an error code was shown, and no traceback."""
    HANGUP = 129
    """SIGHUP: the terminal was closed."""
    INTERRUPT = 130
    """SIGINT: Ctrl+C outside the wizard's screens."""
    TERMINATED = 143
    """SIGTERM: the process was told to end."""

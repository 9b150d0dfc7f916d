"""How many wrong passwords were spent at each sign-in, so that none is locked by this program (P-08).

The hospital locks an account after five at most (附表十 4-2-3). The student's own are counted apart from those of the
read-backs (RB-4): nobody is told that a password of theirs was refused where only a read-back's was.
"""

from __future__ import annotations

from collections.abc import Mapping

from ntuh_onboard.common.errors import EnoughAsked, EnoughMailTries, EnoughTries

MOST_REFUSED = 3
"""So many of the student's own passwords may be refused, or go without an answer, before no more is sent."""
MOST_ASKED = 3
"""So many sign-ins of read-backs may be refused, or go without an answer."""
MOST_OF_BOTH = 4
"""So many together: one fewer than lock."""

DOORS: Mapping[str, type[EnoughTries]] = {"portal.sign_in": EnoughTries, "mail.sign_in": EnoughMailTries}
"""The verbs that cost a try when the password is wrong, and how it is said that enough were spent."""


class Tries:
    """The tries at one sign-in since a password was last accepted there.

    refused: the student's own, that the site refused. unsure: the student's own without an answer; each may be a try.
    asked: those of read-backs, refused or without an answer.
    """

    def __init__(self, door: str) -> None:
        self.refused = 0
        self.unsure = 0
        self.asked = 0
        self._error = DOORS[door]

    def forget(self) -> None:
        """A password was accepted, or the help desk has set a new one."""
        self.refused = self.unsure = self.asked = 0

    def enough(self, *, asking: bool) -> EnoughTries | EnoughAsked | None:
        """The stop before another password is sent; None where one may be. asking: a read-back would send it."""
        own = self.refused + self.unsure
        if asking:
            return EnoughAsked() if self.asked >= MOST_ASKED or own + self.asked >= MOST_OF_BOTH else None
        if own >= MOST_REFUSED or (own and own + self.asked >= MOST_OF_BOTH):
            return self._error()
        return None

"""Count the wrong passwords at each sign-in, so that this program never causes a lock (P-08).

The hospital locks an account after five at most (附表十 4-2-3). The student's own tries are counted separately from
those of read-backs (RB-4): nobody is told that their password was refused if only a read-back's was.
"""

from __future__ import annotations

from collections.abc import Mapping

from ntuh_onboard.common.errors import (
    AnswerLost,
    BackendError,
    EnoughAsked,
    EnoughMailTries,
    EnoughTries,
    Refused,
    WrongCaptcha,
    WrongCredentials,
)

MOST_REFUSED = 3
"""How many of the student's own passwords may be refused, or go unanswered, before no more is sent."""
MOST_ASKED = 2
"""How many sign-ins of read-backs may be refused or go unanswered: with the new password, and with the old (RB-4)."""
MOST_OF_BOTH = 4
"""How many may be in total: one fewer than locks an account."""

DOORS: Mapping[str, type[EnoughTries]] = {"portal.sign_in": EnoughTries, "mail.sign_in": EnoughMailTries}
"""The verbs that cost a try if the password is wrong, with the error that says that enough were spent."""


class Tries:
    """The tries at one sign-in since a password was last accepted there.

    Attributes:
        refused: the student's own that the site refused.
        unsure: the student's own without an answer, each of which may count as a try.
        asked: those of read-backs, refused or unanswered.

    """

    def __init__(self, door: str) -> None:
        self.refused = 0
        self.unsure = 0
        self.asked = 0
        self._error = DOORS[door]

    def forget(self) -> None:
        """Start again, since a password was accepted or the help desk has set a new one."""
        self.refused = self.unsure = self.asked = 0

    def asked_in_vain(self, error: BackendError) -> None:
        """Count the sign-in of a read-back that ended in this error, if it may have cost a try.

        A refusal for another reason than a wrong password ends the asking: another sign-in would be refused too.
        """
        if isinstance(error, AnswerLost | WrongCredentials):
            self.asked += 1
        elif isinstance(error, Refused) and not isinstance(error, WrongCaptcha):
            self.asked = MOST_ASKED

    def enough(self, *, asking: bool) -> EnoughTries | EnoughAsked | None:
        """Return the error that keeps another password from being sent, or None. `asking`: a read-back would."""
        own = self.refused + self.unsure
        if asking:
            return EnoughAsked() if self.asked >= MOST_ASKED or own + self.asked >= MOST_OF_BOTH else None
        if own >= MOST_REFUSED or (own and own + self.asked >= MOST_OF_BOTH):
            return self._error()
        return None

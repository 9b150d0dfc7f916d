"""One student's visits to the three sites, and the faults that they meet."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TypeVar

from ntuh_onboard.backend.hospital import hospital_phrases, picture_codes, sessions
from ntuh_onboard.backend.hospital.hospital import Hospital
from ntuh_onboard.backend.protocol import AccountSite, Mail, Mark, Picture, Portal, Reach, SignOut, SiteState
from ntuh_onboard.backend.stage import Fault
from ntuh_onboard.common.errors import (
    AliasTaken,
    AnswerLost,
    BackendError,
    Maintenance,
    Refused,
    SessionEnded,
    UnexpectedPage,
    Unreachable,
)

Value = TypeVar("Value")
HOSTS = {"portal": "portal.practice.invalid", "account": "help.practice.invalid", "mail": "mail.practice.invalid"}
"""Names that no server can have (RFC 2606), so that nobody takes practice for the real sites."""
SLOWLY = 4.0
"""Real seconds that a slow answer takes: long enough to read the busy sign."""
_STATES = {
    Fault.DOWN: SiteState.DOWN,
    Fault.MAINTENANCE: SiteState.MAINTENANCE,
    Fault.UNEXPECTED_PAGE: SiteState.CHANGED,
    Fault.LOST_BEFORE: SiteState.DOWN,
    Fault.LOST_AFTER: SiteState.DOWN,
}
_ERRORS: Mapping[Fault, Callable[[], BackendError]] = {
    Fault.REFUSED: lambda: Refused(hospital_phrases.REFUSED),
    Fault.DOWN: Unreachable,
    Fault.MAINTENANCE: lambda: Maintenance(hospital_phrases.MAINTENANCE),
    Fault.UNEXPECTED_PAGE: UnexpectedPage,
    Fault.ALIAS_TAKEN: lambda: AliasTaken(hospital_phrases.ALIAS_TAKEN),
}


def _no_delay(verb: str) -> None:
    """Do not delay: by default the simulated hospital answers at once."""


@dataclass(slots=True)
class Visit:
    """One student's visits.

    Attributes:
        hospital: the hospital that is visited.
        slow: called with a verb's name before the verb does anything; tests make it wait.
        sleep: how a slow answer waits.
        keys: the key of the session at each site.
        picture_text: the text of the newest picture.

    """

    hospital: Hospital
    slow: Callable[[str], None] = _no_delay
    sleep: Callable[[float], None] = time.sleep
    keys: dict[str, str] = field(default_factory=dict, repr=False)
    picture_text: str = field(default="", repr=False)

    def key(self, site: str) -> str:
        """Return the key of the session at this site; empty before the first."""
        return self.keys.get(site, "")

    def call(self, verb: str, act: Callable[[], Value]) -> Value:
        """Do a verb's work, or meet the fault that is armed for it."""
        self.slow(verb)
        fault = self._met(verb)
        if fault is None:
            return act()
        if fault is Fault.PICTURE_UNREADABLE:
            return _unreadable(act())
        site = verb.partition(".")[0]
        if fault in {Fault.LOST_BEFORE, Fault.LOST_AFTER}:
            if _mark(verb) is not Mark.COMMIT:
                raise Unreachable
            if fault is Fault.LOST_AFTER:
                # If the hospital refuses, that answer is lost as well.
                with suppress(BackendError):
                    act()
            raise AnswerLost
        if fault is Fault.SESSION_ENDED:
            with self.hospital.store.atomic() as unit:
                sessions.end(unit, self.key(site))
            raise SessionEnded(site, hospital_phrases.SESSION_OVER)
        error = _ERRORS[fault]()
        raise error

    def reach(self, site: str) -> Reach:
        """Tell whether the site can be used; an armed fault shows as its state."""
        self.slow(f"{site}.reach")
        fault = self._met(f"{site}.reach")
        state = SiteState.UP if fault is None else _STATES.get(fault, SiteState.CHANGED)
        inside = self.hospital.switches.inside if state is SiteState.UP else None
        said = hospital_phrases.MAINTENANCE if state is SiteState.MAINTENANCE else ""
        return Reach(HOSTS[site], state, inside, said, site)

    def _met(self, verb: str) -> Fault | None:
        """Return the fault that this call meets; a slow answer waits here and is then like any other."""
        fault = self.hospital.faults.take(verb)
        if fault is not Fault.SLOW:
            return fault
        self.sleep(SLOWLY)
        return None

    def sign_out(self, site: str, act: Callable[[str], bool]) -> SignOut:
        """Leave a site; any error means that the sign-out is unconfirmed. `act`: whether there was a session to end."""
        try:
            ended = self.call(f"{site}.sign_out", lambda: act(self.keys.pop(site, "")))
        except BackendError:
            return SignOut.UNCONFIRMED
        return SignOut.CONFIRMED if ended else SignOut.NOT_NEEDED


def _mark(verb: str) -> Mark:
    site, _, name = verb.partition(".")
    port = {"portal": Portal, "account": AccountSite, "mail": Mail}[site]
    mark: Mark = getattr(port, name).__mark__
    return mark


def _unreadable(value: Value) -> Value:
    """Replace a picture code by one that nobody can read; return any other value unchanged."""
    return replace(value, data=picture_codes.unreadable()) if isinstance(value, Picture) else value

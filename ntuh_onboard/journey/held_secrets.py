"""The secrets that a step still needs, and no longer: a read-back needs them until its commit is settled (RB-4)."""

from __future__ import annotations

from collections.abc import Iterable

from ntuh_onboard.common.secret import PasswordMark, Secret
from ntuh_onboard.journey.state import Journey
from ntuh_onboard.journey.step import Field


class Held:
    """mark: tells whether another password is the portal's; None where this program does not know it.

    knew_portal: whether the mark of the portal password was made, so that the two passwords could be compared.
    """

    def __init__(self) -> None:
        self.mark: PasswordMark | None = None
        self.knew_portal = False
        self._secrets: dict[str, Secret] = {}

    def has(self, key: str) -> bool:
        """Whether a secret of this field is still held."""
        return key in self._secrets

    def get(self, key: str) -> Secret | None:
        """The secret of this field; None where none is held."""
        return self._secrets.get(key)

    def take(self, asked: Field, secret: Secret) -> None:
        """Hold what was typed; an empty field that falls back on another takes that one's."""
        self._secrets[asked.id] = secret or self._secrets.get(asked.falls_back, secret)

    def all(self) -> dict[str, Secret]:
        """Everything held, for one act."""
        return dict(self._secrets)

    def settled(self, steps: Iterable[str], journey: Journey) -> None:
        """These steps are done: make the marks, and drop what no step ahead needs (`Step.forgets`)."""
        for step in (journey.table[each] for each in steps):
            password = self._secrets.get(step.portal)
            if step.portal and step.id in journey.by_hand:
                self.mark, self.knew_portal = None, False  # what was typed there was not seen here
            elif password is not None:
                self.mark, self.knew_portal = PasswordMark(password), True
        ahead = set(journey.order) - journey.done - journey.skipped
        needed = {key for each in ahead for key in journey.table[each].forgets}
        self._drop([key for key in self._secrets if key not in needed])

    def handed_on(self) -> Held:
        """For another journey of the same student: what tells the portal password, and no secret (J6.4)."""
        other = Held()
        other.mark, other.knew_portal = self.mark, self.knew_portal
        return other

    def forget(self) -> None:
        """Drop everything; the mark too."""
        self._drop(tuple(self._secrets))
        self.mark = None

    def _drop(self, keys: Iterable[str]) -> None:
        for key in keys:
            secret = self._secrets.pop(key, None)
            if secret is not None and not any(each is secret for each in self._secrets.values()):
                secret.clear()

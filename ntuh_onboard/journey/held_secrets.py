"""Hold secrets only as long as a step needs them; a read-back needs them until its commit is settled (RB-4)."""

from __future__ import annotations

from collections.abc import Iterable

from ntuh_onboard.common.secret import PasswordMark, Secret
from ntuh_onboard.journey.state import Journey
from ntuh_onboard.journey.step import Field


class Held:
    """The secrets of one student.

    Attributes:
        mark: fingerprint of the portal password, to compare others with; None if this program does not know it.
        knew_portal: whether the portal password was known, so that the two passwords could be compared.

    """

    def __init__(self) -> None:
        self.mark: PasswordMark | None = None
        self.knew_portal = False
        self._secrets: dict[str, Secret] = {}

    def has(self, key: str) -> bool:
        """Return whether a secret of this field is held."""
        return key in self._secrets

    def get(self, key: str) -> Secret | None:
        """Return the secret of this field, or None."""
        return self._secrets.get(key)

    def take(self, asked: Field, secret: Secret) -> None:
        """Hold what was typed; an empty field that falls back on another one takes that one's secret."""
        self._secrets[asked.id] = secret or self._secrets.get(asked.falls_back, secret)

    def all(self) -> dict[str, Secret]:
        """Return everything held, for one act."""
        return dict(self._secrets)

    def settled(self, steps: Iterable[str], journey: Journey) -> None:
        """Make the fingerprints after these steps are done, and drop what no later step needs (`Step.forgets`)."""
        for step in (journey.table[each] for each in steps):
            password = self._secrets.get(step.portal)
            if step.portal and step.id in journey.by_hand:
                self.mark, self.knew_portal = None, False  # what was typed in the browser is not known here
            elif password is not None:
                self.mark, self.knew_portal = PasswordMark(password), True
        ahead = set(journey.order) - journey.done - journey.skipped
        needed = {key for each in ahead for key in journey.table[each].forgets}
        self._drop([key for key in self._secrets if key not in needed])

    def handed_on(self) -> Held:
        """Return what another journey of this student gets: the fingerprint, but no secret (J6.4)."""
        other = Held()
        other.mark, other.knew_portal = self.mark, self.knew_portal
        return other

    def forget(self) -> None:
        """Drop everything, including the fingerprint."""
        self._drop(tuple(self._secrets))
        self.mark = None

    def _drop(self, keys: Iterable[str]) -> None:
        for key in keys:
            secret = self._secrets.pop(key, None)
            if secret is not None and not any(each is secret for each in self._secrets.values()):
                secret.clear()

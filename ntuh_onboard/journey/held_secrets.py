"""The secrets that a step still needs, and no longer: a read-back needs them until its commit is settled (RB-4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ntuh_onboard.common.secret import PasswordMark, Secret
from ntuh_onboard.journey.state import Journey
from ntuh_onboard.journey.step import Field
from ntuh_onboard.rules import check_digit_right, like_identity

_OVER: Mapping[str, tuple[str, ...]] = {
    "portal_password": ("portal_old", "portal_new", "portal_again", "portal_password"),
    "enter_code": ("code",),
    "alias_again": ("cloud_password", "cloud_again"),
    "cloud_password": ("cloud_new", "cloud_new_again"),
    "mail_sign_in": ("mail_password",),
}
"""What is forgotten when a step is over. The password of the sign-in outlives it where a new one is to be set."""
_PASSWORDS = {"sign_in": "portal_password", "portal_password": "portal_new"}
"""The secret of which a mark is made when a step is done, so that the cloud password can be compared (J2.4)."""


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
        """These steps are done: make the marks, and drop what nothing needs any more."""
        for step in steps:
            password = self._secrets.get(_PASSWORDS.get(step, ""))
            if step in _PASSWORDS and step in journey.by_hand:
                self.mark, self.knew_portal = None, False  # what was typed there was not seen here
            elif password is not None:
                self.mark, self.knew_portal = PasswordMark(password), True
            self._drop(_OVER.get(step, ()))
        open_still = set(journey.order) - journey.done - journey.skipped
        if "portal_password" not in open_still:
            self._drop(_OVER["portal_password"])

    def default_password(self) -> bool:
        """Whether the sign-in was by a password shaped like an identity number: never changed (J0.4)."""
        password = self._secrets.get("portal_password")
        if password is None:
            return False
        # The invented people's numbers have a digit that no real one has, but a right check digit.
        return like_identity(password.reveal()) or check_digit_right(password.reveal())

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

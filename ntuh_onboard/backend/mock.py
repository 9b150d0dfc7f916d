"""The port over a simulated hospital in this process, and its stage; for practice and tests.

Opening it is cheap: Pillow, argon2, pyotp and sqlite3 are imported by the first verb that needs them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ntuh_onboard.backend.hospital.activation import ActivationPages
from ntuh_onboard.backend.hospital.backstage import Backstage
from ntuh_onboard.backend.hospital.figures import Figures, Switches
from ntuh_onboard.backend.hospital.hospital import Hospital
from ntuh_onboard.backend.hospital.invented import strangers
from ntuh_onboard.backend.hospital.mail import MailSite
from ntuh_onboard.backend.hospital.portal import PortalPages
from ntuh_onboard.backend.hospital.proof import ProofPages
from ntuh_onboard.backend.hospital.sign_in import PortalDoor
from ntuh_onboard.backend.hospital.store import Store
from ntuh_onboard.backend.hospital.visit import Visit
from ntuh_onboard.backend.protocol import (
    Account,
    Activation,
    ActivationState,
    Backend,
    Contact,
    Landing,
    Picture,
    Purpose,
    Reach,
    Regulations,
    Sent,
    SignInPage,
    SignOut,
)
from ntuh_onboard.backend.stage import Stage
from ntuh_onboard.common.clock import SystemClock
from ntuh_onboard.common.secret import Secret


class _MockPortal:
    """`Portal` over the hospital; the verbs are documented at the port."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._door = PortalDoor(visit.hospital)
        self._pages = PortalPages(visit.hospital)

    def reach(self) -> Reach:
        return self._visit.reach("portal")

    def sign_in_page(self) -> SignInPage:
        def act() -> SignInPage:
            self._pages.sign_out(self._visit.key("portal"))  # the session before is left, and another one begins
            self._visit.keys["portal"], page = self._door.open()
            return page

        return self._visit.call("portal.sign_in_page", act)

    def picture(self) -> Picture:
        def act() -> Picture:
            hung = self._door.picture(self._visit.key("portal"))
            self._visit.keys["portal"], self._visit.picture_text = hung.session, hung.text
            return hung.picture

        return self._visit.call("portal.picture", act)

    def sign_in(self, employee_id: str, password: Secret, captcha: str, campus: str) -> Landing:
        def act() -> Landing:
            key = self._visit.key("portal")
            self._visit.keys["portal"], page = self._door.sign_in(key, employee_id, password, captcha, campus)
            return page

        return self._visit.call("portal.sign_in", act)

    def landing(self) -> Landing:
        return self._visit.call("portal.landing", lambda: self._pages.landing(self._visit.key("portal")))

    def change_password(self, old: Secret, new: Secret) -> None:
        key = self._visit.key("portal")
        self._visit.call("portal.change_password", lambda: self._pages.change_password(key, old, new))

    def contact(self) -> Contact:
        return self._visit.call("portal.contact", lambda: self._pages.contact(self._visit.key("portal")))

    def save_contact(self, changes: Mapping[str, str]) -> Contact:
        key = self._visit.key("portal")
        return self._visit.call("portal.save_contact", lambda: self._pages.save_contact(key, changes))

    def sign_out(self) -> SignOut:
        return self._visit.sign_out("portal", self._pages.sign_out)


class _MockAccount:
    """`AccountSite` over the hospital; the verbs are documented at the port."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._proof = ProofPages(visit.hospital)
        self._pages = ActivationPages(visit.hospital)

    def reach(self) -> Reach:
        return self._visit.reach("account")

    def regulations(self, purpose: Purpose = Purpose.ACTIVATE) -> Regulations:
        def act() -> Regulations:
            self._pages.sign_out(self._visit.key("account"))
            self._proof = ProofPages(self._visit.hospital, purpose)
            self._visit.keys["account"], page = self._proof.regulations()
            return page

        return self._visit.call("account.regulations", act)

    def send_code(self, employee_id: str, phone: str) -> Sent:
        def act() -> Sent:
            key = self._visit.key("account")
            self._visit.keys["account"], sent = self._proof.send_code(key, employee_id, phone)
            return sent

        return self._visit.call("account.send_code", act)

    def verify_code(self, employee_id: str, code: Secret) -> Account:
        def act() -> Account:
            key = self._visit.key("account")
            self._visit.keys["account"], page = self._proof.verify_code(key, employee_id, code)
            return page

        return self._visit.call("account.verify_code", act)

    def account(self) -> Account:
        return self._visit.call("account.account", lambda: self._pages.account(self._visit.key("account")))

    def activate(self, alias: str, cloud_password: Secret | None) -> Activation:
        key = self._visit.key("account")
        return self._visit.call("account.activate", lambda: self._pages.activate(key, alias, cloud_password))

    def reset_cloud_password(self, password: Secret) -> None:
        key = self._visit.key("account")
        self._visit.call("account.reset_cloud_password", lambda: self._pages.reset_cloud_password(key, password))

    def activation(self) -> ActivationState:
        return self._visit.call("account.activation", lambda: self._pages.activation(self._visit.key("account")))

    def sign_out(self) -> SignOut:
        return self._visit.sign_out("account", self._pages.sign_out)


class _MockMail:
    """`Mail` over the hospital; the verbs are documented at the port."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._site = MailSite(visit.hospital)

    def reach(self) -> Reach:
        return self._visit.reach("mail")

    def picture(self) -> Picture:
        def act() -> Picture:
            self._site.sign_out(self._visit.key("mail"))
            hung = self._site.picture()
            self._visit.keys["mail"], self._visit.picture_text = hung.session, hung.text
            return hung.picture

        return self._visit.call("mail.picture", act)

    def sign_in(self, alias: str, password: Secret, captcha: str) -> None:
        def act() -> None:
            key = self._visit.key("mail")
            self._visit.keys["mail"] = self._site.sign_in(key, alias, password, captcha)

        self._visit.call("mail.sign_in", act)

    def sign_out(self) -> SignOut:
        return self._visit.sign_out("mail", self._site.sign_out)


class Practice:
    """One student at a simulated hospital.

    Attributes:
        hospital: the hospital, shared by everybody who practises there.
        clock: the clock of hospital and wizard.
        backend: the port.
        stage: control of what happens behind the scenes.

    """

    def __init__(self, hospital: Hospital, clock: SystemClock) -> None:
        self.hospital = hospital
        self.clock = clock
        self._visit = Visit(hospital)
        self.backend = Backend("mock", _MockPortal(self._visit), _MockAccount(self._visit), _MockMail(self._visit))
        self.stage: Stage = Backstage(self._visit, clock)

    @property
    def slow(self) -> Callable[[str], None]:
        """Called with a verb's name (`portal.sign_in`) before the verb does anything; replace it to make verbs wait."""
        return self._visit.slow

    @slow.setter
    def slow(self, wait: Callable[[str], None]) -> None:
        self._visit.slow = wait

    def another(self) -> Practice:
        """Return a second student at the same hospital, with their own sessions."""
        return Practice(self.hospital, self.clock)


def open_practice(
    clock: SystemClock,
    *,
    figures: Figures | None = None,
    switches: Switches | None = None,
    store: Store | None = None,
    cheap_hashes: bool = False,
    stranger: bool = False,
) -> Practice:
    """Open a simulated hospital with one student in it.

    Args:
        clock: shared with the wizard.
        figures: limits and costs of the hospital.
        switches: what the hospital's pages do.
        store: where the hospital keeps its records; in memory by default.
        cheap_hashes: for tests: hash passwords cheaply, whatever the figures say.
        stranger: put people of kind `pupil` on the roster too, drawn at random, and let the last of them be here.

    """
    figures = figures or Figures()
    pupils = strangers() if stranger else ()
    return Practice(Hospital(clock, store, figures.cheap() if cheap_hashes else figures, switches, pupils), clock)

"""A pupil of a class at the verbs of the web backend, who tries again in a sensible way whatever goes wrong."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from contextlib import suppress

from ntuh_onboard.backend.protocol import Standing
from ntuh_onboard.backend.web.http.client import AGENT, Limits
from ntuh_onboard.backend.web.profile.site_profile import load_site
from ntuh_onboard.backend.web.sites.opening import open_web
from ntuh_onboard.classroom.class_server import Class
from ntuh_onboard.classroom.roster import Pupil
from ntuh_onboard.common.errors import AliasTaken, AlreadyActivated, BackendError, CodeWrong, SessionEnded
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.profiles.hospital_profile import named
from tests.patience import SCALE

OWN, CLOUD = Secret("Walnut-31-river"), Secret("Harbour-52-stone")
TRIES = 8
QUICK = Limits(connect=5 * SCALE, read=5 * SCALE, total=8 * SCALE, pause=0)


class PersistentPupil:
    """Walks from the sign-in to the activation; after each refusal, the class's clock goes on.

    Attributes:
        refusals: the names of the errors that were met.

    """

    def __init__(self, held: Class, pupil: Pupil) -> None:
        self._room, self._pupil, self._person = held.room, pupil, pupil.person
        site = load_site(named("simulator"), servers=held.room.site.servers)
        agent = held.seat_file(pupil).agent(AGENT)
        backend = open_web(site, held.room.site.clock, agent=agent, limits=QUICK)
        self._portal, self._account = backend.portal, backend.account
        self._alias = "drill"
        self.refusals: list[str] = []

    def walk(self) -> None:
        """Until the account is activated, or the hospital says that it has been before."""
        with suppress(AlreadyActivated):
            for step in (self.sign_in, self._password, self._contact, self._send, self._prove, self._activate):
                self._until_done(step)

    def _until_done(self, step: Callable[[], object]) -> None:
        for _ in range(TRIES):
            try:
                step()
            except BackendError as error:
                self.refusals.append(type(error).__name__)
                if isinstance(error, AlreadyActivated):
                    raise
                self._mend(error)
            else:
                self._room.drills.look()
                return
        raise AssertionError((step.__name__, self.refusals))

    def _mend(self, error: BackendError) -> None:
        """As the wizard offers it: wait, sign in or prove again, another code, another name."""
        self._room.drills.look()
        self._room.site.clock.jump(100)
        if isinstance(error, SessionEnded):
            with suppress(BackendError):
                self.sign_in() if error.site == "portal" else self._send_and_prove()
        elif error.field == "code" or isinstance(error, CodeWrong):
            with suppress(BackendError):
                self._send()
        elif isinstance(error, AliasTaken):
            self._alias += "a"

    def sign_in(self) -> None:
        """With the picture's text, which the stage knows."""
        person = self._room.person(self._pupil)
        self._portal.sign_in_page()
        picture = self._portal.picture()
        text = self._room.site.stage.text_of(hashlib.sha256(picture.data).hexdigest()) or "000000"
        self._portal.sign_in(person.employee_id, person.password, text, "T0")

    def choose_password(self) -> None:
        """Change the first password to one of the pupil's own."""
        self._password()

    def _password(self) -> None:
        if self._room.person(self._pupil).password == self._person.password:
            self._portal.change_password(self._person.password, OWN)

    def _contact(self) -> None:
        self._portal.contact()
        self._portal.save_contact({"mobile_phone": self._person.phone})

    def see_the_sign_in(self) -> None:
        """Open the page of the sign-in."""
        self._portal.sign_in_page()

    def number_on_file(self) -> str:
        """Return the mobile number of the contact details."""
        return self._portal.contact().mobile_phone

    def send_to(self, phone: str) -> None:
        """Have a code sent to this number."""
        self._account.regulations()
        self._account.send_code(self._person.employee_id, phone)
        self._room.site.clock.jump(5)

    def _send(self) -> None:
        self.send_to(self._person.phone)

    def _prove(self) -> None:
        shown = self._room.phone(self._pupil)["messages"]
        codes = re.findall(r"[0-9]{6}", shown[-1]["text"]) if shown else ["000000"]
        self._account.verify_code(self._person.employee_id, Secret(codes[0]))

    def _send_and_prove(self) -> None:
        self._send()
        self._prove()

    def _activate(self) -> None:
        if self._account.activation().standing is not Standing.ACTIVATED:
            self._account.activate(f"{self._alias}.{'abcdefgh'[self._pupil.number]}", CLOUD)

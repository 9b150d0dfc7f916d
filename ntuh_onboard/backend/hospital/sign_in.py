"""The portal's sign-in: its page, its picture code, and who is let in (P-07 to P-10, C-01, N-01)."""

from __future__ import annotations

from dataclasses import dataclass

from ntuh_onboard.backend.hospital import attempts, hospital_phrases, invented, picture_codes, sessions
from ntuh_onboard.backend.hospital.hospital import Hospital
from ntuh_onboard.backend.hospital.portal import SITE, landing
from ntuh_onboard.backend.hospital.records import Record, count, find
from ntuh_onboard.backend.protocol import Campus, Case, Landing, Picture, SignInPage
from ntuh_onboard.common.errors import (
    AccountLocked,
    BackendError,
    Refused,
    SessionEnded,
    UnknownPerson,
    WrongCaptcha,
    WrongCredentials,
)
from ntuh_onboard.common.secret import Secret


@dataclass(frozen=True, slots=True)
class Hung:
    """A picture with its text, which only the stage may see.

    Attributes:
        session: the key of the session that it belongs to.
        picture: the picture.
        text: what is written in it.

    """

    session: str
    picture: Picture
    text: str


class PortalDoor:
    """The portal before sign-in; every verb takes a session's key and raises what the port declares."""

    def __init__(self, hospital: Hospital) -> None:
        self._hospital = hospital

    def open(self) -> tuple[str, SignInPage]:
        """Begin a session, with the choices of 院區 (campus, J1.4)."""
        with self._hospital.store.atomic() as unit:
            session = sessions.begin(unit, SITE, self._hospital.moment())
        campuses = tuple(Campus(value, label) for value, label in invented.CAMPUSES)
        return session.key, SignInPage(campuses, invented.MAIN_CAMPUS)

    def picture(self, key: str) -> Hung:
        """Draw a new picture for this session, or for a new one if it has ended."""
        text = picture_codes.new_text()
        hospital = self._hospital
        with hospital.store.atomic() as unit:
            now = hospital.moment()
            session = sessions.live(unit, key, SITE, now, hospital.figures) or sessions.begin(unit, SITE, now)
            sessions.hang_picture(unit, session, text, now)
        return Hung(session.key, Picture(picture_codes.draw(text), Case.IGNORED, picture_codes.LENGTH), text)

    def sign_in(self, key: str, employee_id: str, password: Secret, captcha: str, campus: str) -> tuple[str, Landing]:
        """Sign in and return the key of the new session, and the page after it (P-07 to P-09, C-01, N-01)."""
        hospital = self._hospital
        with hospital.store.atomic() as unit:
            now = hospital.moment()
            session = sessions.live(unit, key, SITE, now, hospital.figures)
            text = sessions.take_picture(unit, session, now, hospital.figures) if session else ""
        if session is None:
            raise SessionEnded(SITE, hospital_phrases.SESSION_OVER)
        if not invented.in_range(employee_id):
            raise UnknownPerson(hospital_phrases.UNKNOWN)
        # Case is ignored: 「不用區分大小寫」 (C-04).
        if not text or captcha.upper() != text:
            raise WrongCaptcha(hospital_phrases.WRONG_CAPTCHA)
        record = self._proved(employee_id, password, campus)
        with hospital.store.atomic() as unit:
            attempts.forgive(unit, f"portal {employee_id}")
            session = sessions.renew(unit, key, SITE, hospital.moment(), employee_id)
            count(unit, "portal.sign_in")
        return session.key, landing(self._hospital, record)

    def _proved(self, employee_id: str, password: Secret, campus: str) -> Record:
        hospital, talkative = self._hospital, self._hospital.switches.talkative
        with hospital.store.atomic() as unit:
            record = find(unit, employee_id)
            attempt = attempts.spend(unit, f"portal {employee_id}", hospital.moment(), hospital.figures)
        if record is None or not attempt.allowed:
            hospital.hasher.spend(password)
            raise self._refusal(record, attempt)
        if not hospital.portal_fits(record, password):
            raise self._refusal(record, attempt)
        if campus != record.campus:
            if talkative:
                with hospital.store.atomic() as unit:
                    attempts.forgive(unit, f"portal {employee_id}")
                raise Refused(hospital_phrases.OTHER_CAMPUS, field="campus")
            raise WrongCredentials(hospital_phrases.WRONG_CREDENTIALS)
        return record

    def _refusal(self, record: Record | None, attempt: attempts.Attempt) -> BackendError:
        switches = self._hospital.switches
        if not switches.talkative:
            return WrongCredentials(hospital_phrases.WRONG_CREDENTIALS)
        if record is None:
            return UnknownPerson(hospital_phrases.UNKNOWN)
        if attempt.until is not None:
            return AccountLocked(hospital_phrases.LOCKED, until=self._hospital.elapsed(attempt.until))
        return WrongCredentials(hospital_phrases.WRONG_CREDENTIALS, left=attempt.left if switches.tells_tries else None)

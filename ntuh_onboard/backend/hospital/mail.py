"""The webmail of the simulated hospital: its sign-in only (J7.4)."""

from __future__ import annotations

from ntuh_onboard.backend.hospital import attempts, hospital_phrases, picture_codes, sessions
from ntuh_onboard.backend.hospital.hospital import Hospital
from ntuh_onboard.backend.hospital.records import Record, count, owner
from ntuh_onboard.backend.hospital.sign_in import Hung
from ntuh_onboard.backend.protocol import Case, Picture
from ntuh_onboard.common.errors import AccountLocked, Refused, WrongCaptcha, WrongCredentials
from ntuh_onboard.common.secret import Secret

SITE = "mail"


class MailSite:
    """The pages of a session; every verb takes its key and raises what the port declares."""

    def __init__(self, hospital: Hospital) -> None:
        self._hospital = hospital

    def picture(self) -> Hung:
        """Begin a session with a picture of lower-case letters and digits."""
        text = picture_codes.new_text(picture_codes.MAIL_ALPHABET)
        with self._hospital.store.atomic() as unit:
            now = self._hospital.moment()
            session = sessions.begin(unit, SITE, now)
            sessions.hang_picture(unit, session, text, now)
        return Hung(session.key, Picture(picture_codes.draw(text), Case.LOWER, picture_codes.LENGTH), text)

    def sign_in(self, key: str, alias: str, password: Secret, captcha: str) -> str:
        """Sign in and return the key of the new session; the account works from the day after its activation."""
        hospital = self._hospital
        with hospital.store.atomic() as unit:
            now = hospital.moment()
            session = sessions.live(unit, key, SITE, now, hospital.figures)
            text = sessions.take_picture(unit, session, now, hospital.figures) if session else ""
        # Compared exactly, in lower case: 「小寫字母或數字」 (C-04). A session that has ended has no picture.
        if not text or captcha != text:
            raise WrongCaptcha(hospital_phrases.WRONG_CAPTCHA)
        record = self._proved(alias, password)
        if record.effective is None or hospital.clock.today() < record.effective:
            raise Refused(hospital_phrases.NOT_EFFECTIVE)
        with hospital.store.atomic() as unit:
            attempts.forgive(unit, f"mail {record.employee_id}")
            session = sessions.renew(unit, key, SITE, hospital.moment(), record.employee_id)
            count(unit, "mail.sign_in")
        return session.key

    def _proved(self, alias: str, password: Secret) -> Record:
        hospital = self._hospital
        with hospital.store.atomic() as unit:
            record = owner(unit, alias)
            attempt = None
            if record is not None:
                attempt = attempts.spend(unit, f"mail {record.employee_id}", hospital.moment(), hospital.figures)
        if record is not None and attempt is not None and attempt.allowed and self._fits(record, password):
            return record
        if record is None or attempt is None or not attempt.allowed:
            hospital.hasher.spend(password)
        if hospital.switches.talkative and attempt is not None and attempt.until is not None:
            raise AccountLocked(hospital_phrases.LOCKED, until=hospital.elapsed(attempt.until), field="alias")
        raise WrongCredentials(hospital_phrases.WRONG_CREDENTIALS, field="cloud_password")

    def _fits(self, record: Record, password: Secret) -> bool:
        encoded = self._hospital.hashed(record).cloud_hash
        if not encoded:
            # The page asked for no cloud password, so nobody knows one (J6.6).
            self._hospital.hasher.spend(password)
            return False
        return self._hospital.hasher.fits(encoded, password)

    def sign_out(self, key: str) -> bool:
        """End the session; returns whether there was one."""
        with self._hospital.store.atomic() as unit:
            return sessions.end(unit, key)

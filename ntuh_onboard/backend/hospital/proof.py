"""The account site up to the proof of identity: regulations, text messages, codes (J4, J5)."""

from __future__ import annotations

from ntuh_onboard.backend.hospital import codes, hospital_phrases, invented, sessions
from ntuh_onboard.backend.hospital.activation import SITE, barred, page_of
from ntuh_onboard.backend.hospital.codes import Bound, Looked, Verdict
from ntuh_onboard.backend.hospital.hospital import Hospital
from ntuh_onboard.backend.hospital.records import Record, count, find
from ntuh_onboard.backend.hospital.store import Unit
from ntuh_onboard.backend.protocol import Account, Purpose, Regulations, Sent
from ntuh_onboard.common.errors import (
    AuthenticatorMissing,
    BackendError,
    CodeExpired,
    CodeWrong,
    CoolingDown,
    NoPhone,
    PhoneMismatch,
    SendLimit,
    SessionEnded,
    TriesSpent,
    UnknownPerson,
)
from ntuh_onboard.common.secret import Secret


class ProofPages:
    """The pages before the proof; every verb takes a session's key and raises what the port declares.

    Args:
        hospital: the hospital.
        purpose: what the proof is for.

    """

    def __init__(self, hospital: Hospital, purpose: Purpose = Purpose.ACTIVATE) -> None:
        self._hospital = hospital
        self._purpose = purpose

    def regulations(self) -> tuple[str, Regulations]:
        """Begin a session, with the page that it starts with (J4.1, J4.2)."""
        with self._hospital.store.atomic() as unit:
            session = sessions.begin(unit, SITE, self._hospital.moment())
        return session.key, Regulations(hospital_phrases.ARTICLES, hospital_phrases.QUESTIONS)

    def send_code(self, key: str, employee_id: str, phone: str) -> tuple[str, Sent]:
        """Send a message to the number on record, if it is the one typed (O-07).

        A hospital that is not talkative gives the same answer whether or not it sends a message (O-06, P-09).
        """
        hospital = self._hospital
        if not invented.in_range(employee_id):
            raise UnknownPerson(hospital_phrases.UNKNOWN)
        code = codes.new_code()
        with hospital.store.atomic() as unit:
            now = hospital.moment()
            session = sessions.live(unit, key, SITE, now, hospital.figures) or sessions.begin(unit, SITE, now)
            record = find(unit, employee_id)
            stopped = self._not_sent(unit, record, phone, now)
            if record is not None and stopped is None:
                codes.issue(unit, Bound(employee_id, record.registered_phone, session.key), code, now)
                count(unit, "account.send_code")
        if record is not None and stopped is None:
            text = hospital_phrases.MESSAGE.format(code=code, number="{number}")
            hospital.network.send(record.registered_phone, text, now)
        elif hospital.switches.talkative:
            raise stopped or UnknownPerson(hospital_phrases.UNKNOWN)
        figures = hospital.figures
        return session.key, Sent(hospital.elapsed(now), figures.code_life, figures.resend_after, hospital_phrases.SENT)

    def _not_sent(self, unit: Unit, record: Record | None, phone: str, now: float) -> BackendError | None:
        hospital = self._hospital
        if record is None:
            return UnknownPerson(hospital_phrases.UNKNOWN)
        refused = barred(hospital, record, self._purpose) or self._phone_refused(record, phone)
        if refused is not None:
            return refused
        until = codes.spent_until(unit, record.employee_id, now, hospital.figures)
        if until is not None:
            return TriesSpent(hospital_phrases.TRIES_SPENT, until=hospital.elapsed(until))
        held = codes.count_send(unit, record.employee_id, record.registered_phone, now, hospital.figures)
        if held is None:
            return None
        until = hospital.elapsed(held.until)
        return (
            CoolingDown(hospital_phrases.COOLING, until=until)
            if held.cooling
            else SendLimit(hospital_phrases.SEND_LIMIT, until=until)
        )

    def _phone_refused(self, record: Record, phone: str) -> BackendError | None:
        if not record.registered_phone:
            return NoPhone(hospital_phrases.NO_PHONE)
        misshapen = self._hospital.broken(("required", "registered_phone.ten_digits"), phone)
        if misshapen or phone != record.registered_phone:
            return PhoneMismatch(hospital_phrases.PHONE_DIFFERS)
        return None

    def verify_code(self, key: str, employee_id: str, code: Secret) -> tuple[str, Account]:
        """Return the key of a session with proof, and the page behind the code (O-02 to O-09, O-12, N-01)."""
        hospital = self._hospital
        if not invented.in_range(employee_id):
            raise UnknownPerson(hospital_phrases.UNKNOWN)
        with hospital.store.atomic() as unit:
            now = hospital.moment()
            session = sessions.live(unit, key, SITE, now, hospital.figures)
            record = find(unit, employee_id)
            looked = self._look(unit, record, session.key if session else "", code.reveal(), now)
            stopped = barred(hospital, record, self._purpose) if record else None
            if record is not None and looked.verdict is Verdict.RIGHT and stopped is None:
                session = sessions.renew(unit, key, SITE, now, employee_id)
                count(unit, "account.verify_code")
                return session.key, page_of(hospital, record)
            if looked.verdict is Verdict.SPENT and hospital.switches.talkative:
                # The proof begins again, since waiting in this session leads nowhere (O-15). A hospital that is not
                # talkative keeps the session: ending it would tell that a message had been sent.
                sessions.end(unit, key)
        if looked.verdict is Verdict.RIGHT and stopped is not None:
            raise stopped
        if session is None:
            raise SessionEnded(SITE, hospital_phrases.SESSION_OVER)
        raise self._code_refused(record, looked)

    def _look(self, unit: Unit, record: Record | None, session: str, code: str, now: float) -> Looked:
        """Check a code as the message's or the authenticator's: the page has one box for both."""
        figures = self._hospital.figures
        if record is None:
            return Looked(Verdict.ABSENT)
        account = record.employee_id
        message = codes.take(unit, Bound(account, record.registered_phone, session), code, now, figures)
        if not record.seed and message.verdict is Verdict.ABSENT and unit.get(codes.CODES, account):
            return Looked(Verdict.WRONG)  # a code of another session
        if message.verdict is Verdict.RIGHT or not record.seed:
            return message
        waiting = message.verdict is not Verdict.ABSENT
        app = codes.take_authenticator(unit, account, record.seed, code, now=now, figures=figures, counted=not waiting)
        return message if waiting and app.verdict is not Verdict.RIGHT else app

    def _code_refused(self, record: Record | None, looked: Looked) -> BackendError:
        switches = self._hospital.switches
        if not switches.talkative:
            return CodeWrong(hospital_phrases.CODE_WRONG)
        if record is None:
            return UnknownPerson(hospital_phrases.UNKNOWN)
        if looked.verdict is Verdict.EXPIRED:
            return CodeExpired(hospital_phrases.CODE_EXPIRED)
        if looked.verdict is Verdict.SPENT:
            until = None if looked.until is None else self._hospital.elapsed(looked.until)
            return TriesSpent(hospital_phrases.TRIES_SPENT, until=until)
        if looked.verdict is Verdict.ABSENT:
            return AuthenticatorMissing(hospital_phrases.NO_AUTHENTICATOR)
        return CodeWrong(hospital_phrases.CODE_WRONG, left=looked.left if switches.tells_tries else None)

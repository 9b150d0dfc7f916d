"""One-time codes from text messages and from authenticators (O-01 to O-15).

A message's code belongs to an account, its registered number and the session that asked; only the newest is valid. The
tries are counted per message. The authenticator has its own count, and none of its codes is accepted twice.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import Enum

from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.backend.hospital.hashes import Digest
from ntuh_onboard.backend.hospital.store import Row, Unit

CODES = "codes"
SENDS = "sends"
WRONG = "wrong_codes"
STEPS = "authenticator_steps"
_DAY = 24 * 60 * 60


class Verdict(Enum):
    """Result of checking a code."""

    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"
    SPENT = "spent"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Looked:
    """Result of checking a code, with what may be tried next.

    Attributes:
        verdict: the result.
        until: when another code may be tried, if that is limited.
        left: tries left for this message.

    """

    verdict: Verdict
    until: float | None = None
    left: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """A message is not sent now.

    Attributes:
        until: when one can be sent again.
        cooling: whether the cool-down after the last message is the only reason.

    """

    until: float
    cooling: bool


@dataclass(frozen=True, slots=True)
class Bound:
    """What a message's code is bound to: the account, the number on its record, the session that asked (O-07)."""

    account: str
    phone: str
    session: str


def new_code() -> str:
    """Return six unpredictable digits, with leading zeros (O-01)."""
    return f"{secrets.randbelow(1_000_000):06d}"


def count_send(unit: Unit, account: str, phone: str, now: float, figures: Figures) -> Held | None:
    """Count a message to this account and number; or return why none is sent, and count nothing (O-06)."""
    logs = {key: _since(unit, SENDS, key, now - _DAY) for key in (f"account {account}", f"phone {phone}")}
    for times in logs.values():
        held = _held(times, now, figures)
        if held:
            return held
    for key, times in logs.items():
        unit.put(SENDS, key, {"times": [*times, now]})
    return None


def _held(times: list[float], now: float, figures: Figures) -> Held | None:
    if times and now - times[-1] < figures.resend_after:
        return Held(times[-1] + figures.resend_after, cooling=True)
    lately = [each for each in times if now - each < figures.sends_within]
    if len(lately) >= figures.sends:
        return Held(lately[-figures.sends] + figures.sends_within, cooling=False)
    if len(times) >= figures.sends_a_day:
        return Held(times[-figures.sends_a_day] + _DAY, cooling=False)
    return None


def issue(unit: Unit, bound: Bound, code: str, now: float) -> None:
    """Make this code the only valid one from now on (O-06)."""
    unit.put(CODES, bound.account, {**asdict(bound), **asdict(Digest.of(code)), "at": now, "tries": 0})


def follow(unit: Unit, account: str, phone: str) -> None:
    """Keep the code that is out valid with a changed number, as if it had been on record all along; for mishaps only.

    No gateway recalls a message. If somebody changes the number at the portal instead, the code becomes void (O-07).
    """
    row = unit.get(CODES, account)
    if row is not None:
        unit.put(CODES, account, {**row, "phone": phone})


def age(unit: Unit, account: str, seconds: float) -> bool:
    """Let this account's code be this much older, for mishaps only; returns False if none is out."""
    row = unit.get(CODES, account)
    if row is not None:
        unit.put(CODES, account, {**row, "at": row["at"] - seconds})
    return row is not None


def spent_until(unit: Unit, account: str, now: float, figures: Figures) -> float | None:
    """Return when codes may be tried again after too many wrong ones within an hour, or None if they may now (O-05)."""
    times = _since(unit, WRONG, account, now - figures.wrong_codes_within)
    return times[-figures.wrong_codes] + figures.wrong_codes_within if len(times) >= figures.wrong_codes else None


def take(unit: Unit, bound: Bound, code: str, now: float, figures: Figures) -> Looked:
    """Check a code typed for the account's newest message; a correct one is used up (O-02 to O-05, O-09)."""
    account = bound.account
    row = unit.get(CODES, account)
    if row is None or Bound(account, row["phone"], row["session"]) != bound:
        return Looked(Verdict.ABSENT)
    until = spent_until(unit, account, now, figures)
    if until is not None or row["tries"] >= figures.code_tries:
        return Looked(Verdict.SPENT, until)
    if Digest(row["salt"], row["value"]).fits(code):
        if now - row["at"] > figures.code_life:
            return Looked(Verdict.EXPIRED)
        unit.remove(CODES, account)
        return Looked(Verdict.RIGHT)
    return _wrong(unit, account, row, now, figures)


def _wrong(unit: Unit, account: str, row: Row, now: float, figures: Figures) -> Looked:
    tries = row["tries"] + 1
    unit.put(CODES, account, {**row, "tries": tries})
    times = _since(unit, WRONG, account, now - figures.wrong_codes_within)
    unit.put(WRONG, account, {"times": [*times, now]})
    if tries >= figures.code_tries:
        return Looked(Verdict.SPENT, spent_until(unit, account, now, figures))
    return Looked(Verdict.WRONG, left=figures.code_tries - tries)


def forget(unit: Unit, account: str, phones: Iterable[str]) -> None:
    """Forget every code sent to or tried for this account, and every message counted for these numbers."""
    for shelf in (CODES, WRONG, STEPS):
        unit.remove(shelf, account)
    for key in (f"account {account}", *(f"phone {each}" for each in phones)):
        unit.remove(SENDS, key)


def current(seed: str, now: float, figures: Figures) -> str:
    """Return what an authenticator with this seed shows now (RFC 6238)."""
    import pyotp  # takes 12 ms, and the first screen does not need it

    return pyotp.TOTP(seed, interval=figures.totp_step).at(int(now))


def take_authenticator(
    unit: Unit, account: str, seed: str, code: str, *, now: float, figures: Figures, counted: bool
) -> Looked:
    """Check a code against the authenticator's; a correct one uses up its time step and all older ones (O-12).

    counted: whether a wrong code counts as a try of the authenticator's; it does not while a message is waiting for
    its code.
    """
    row = unit.get(STEPS, account) or {"last": -1, "wrong": []}
    wrong = [each for each in row["wrong"] if now - each < figures.totp_tries_within]
    if len(wrong) >= figures.totp_tries:
        return Looked(Verdict.SPENT, wrong[-figures.totp_tries] + figures.totp_tries_within)
    step = _step_of(seed, code, now, figures)
    if step is not None and step > row["last"]:
        unit.put(STEPS, account, {"last": step, "wrong": wrong})
        return Looked(Verdict.RIGHT)
    if counted:
        unit.put(STEPS, account, {"last": row["last"], "wrong": [*wrong, now]})
    return Looked(Verdict.WRONG)


def _step_of(seed: str, code: str, now: float, figures: Figures) -> int | None:
    """Return the valid time step that has this code, or None."""
    step = int(now) // figures.totp_step
    near = range(step - figures.totp_window, step + figures.totp_window + 1)
    # All of them are compared, so that the time taken does not tell which one it was.
    shown = {each: current(seed, each * figures.totp_step, figures) for each in near}
    fitting = [each for each in near if hmac.compare_digest(shown[each].encode(), code.encode(errors="replace"))]
    return fitting[-1] if fitting else None


def _since(unit: Unit, shelf: str, key: str, when: float) -> list[float]:
    row = unit.get(shelf, key)
    return [] if row is None else [each for each in row["times"] if each > when]

"""The student's own authenticator (J5.4, O-12, O-13)."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntuh_onboard.common import authenticator
from ntuh_onboard.common.secret import Secret

SEED = b"12345678901234567890"
SEEDS = {"SHA1": SEED, "SHA256": (SEED * 2)[:32], "SHA512": (SEED * 4)[:64]}
RFC6238 = {
    59: ("94287082", "46119246", "90693936"),
    1111111109: ("07081804", "68084774", "25091201"),
    1111111111: ("14050471", "67062674", "99943326"),
    1234567890: ("89005924", "91819424", "93441116"),
    2000000000: ("69279037", "90698825", "38618901"),
    20000000000: ("65353130", "77737706", "47863826"),
}
RFC4226 = ("755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489")
GOOD = base64.b32encode(SEED).decode()


def at(second: float) -> datetime:
    return datetime.fromtimestamp(second, UTC)


def address(algorithm: str, digits: int = 8, kind: str = "totp") -> str:
    seed = base64.b32encode(SEEDS[algorithm]).decode().rstrip("=")
    return f"otpauth://{kind}/Hospital:104567?secret={seed}&issuer=Hospital&algorithm={algorithm}&digits={digits}"


@pytest.mark.parametrize("second", RFC6238)
@pytest.mark.parametrize("algorithm", SEEDS)
def test_the_eighteen_codes_of_rfc_6238_appendix_b_are_made(algorithm: str, second: int) -> None:
    """O-12: every time and every algorithm of the table."""
    expected = RFC6238[second][list(SEEDS).index(algorithm)]
    assert authenticator.code(authenticator.read_secret(address(algorithm)), at(second)).reveal() == expected


@pytest.mark.parametrize("count", range(10))
def test_the_ten_codes_of_rfc_4226_appendix_d_are_made(count: int) -> None:
    """O-12: the counter is the number of the period, so each stands at count x 30 seconds."""
    assert authenticator.code(authenticator.read_secret(GOOD), at(count * 30)).reveal() == RFC4226[count]


@pytest.mark.parametrize(
    "typed",
    [
        GOOD,
        GOOD.lower(),
        f"  {GOOD} ",
        " ".join(GOOD[i : i + 4] for i in range(0, 32, 4)),
        "-".join([GOOD[:8], GOOD[8:]]),
    ],
)
def test_the_ways_people_type_a_secret_are_one_secret(typed: str) -> None:
    """Spaces, dashes, small letters: the same secret."""
    assert authenticator.read_secret(typed) == Secret(GOOD)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("JBSWY3DPEHPK3PXP", authenticator.TooShort),
        (address("SHA1").replace(GOOD, "JBSWY3DPEHPK3PXP"), authenticator.TooShort),
        ("", authenticator.NotBase32),
        ("1" * 32, authenticator.NotBase32),
        ("秘密" * 16, authenticator.NotBase32),
        (GOOD[:-1] + "=A", authenticator.NotBase32),
        (GOOD + "A", authenticator.NotBase32),
        ("otpauth://totp/Hospital:104567", authenticator.NotBase32),
        ("otpauth://totp/Hospital:104567?secret=", authenticator.NotBase32),
        (address("SHA1", digits=5), authenticator.NotBase32),
        (address("SHA1", kind="hotp") + "&counter=1", authenticator.NotTimeBased),
    ],
)
def test_what_is_no_usable_secret_is_a_typed_error_that_does_not_hold_it(
    typed: str, error: type[authenticator.SecretUnusable]
) -> None:
    """O-13: too short, not Base32, not by time; the error's text is its own name."""
    with pytest.raises(error) as caught:
        authenticator.read_secret(typed)
    assert str(caught.value) == error.__name__
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@given(st.text(max_size=60))
def test_any_text_is_a_secret_or_a_typed_error(typed: str) -> None:
    """Nothing else comes out."""
    try:
        secret = authenticator.read_secret(typed)
    except authenticator.SecretUnusable:
        return
    assert len(authenticator.code(secret, at(0)).reveal()) == 6


def test_a_code_lasts_to_the_end_of_its_period() -> None:
    """The rest of the period is told, by the secret's own period where it has one."""
    assert authenticator.seconds_left(at(30)) == 30
    assert authenticator.seconds_left(at(59)) == 1
    sixty = authenticator.read_secret(address("SHA1", 6) + "&period=60")
    assert authenticator.seconds_left(at(59), sixty) == 1
    assert authenticator.seconds_left(at(61), sixty) == 59


def test_the_code_does_not_depend_on_the_zone_of_the_time() -> None:
    """The same moment told in another zone gives the same code."""
    moment = datetime(2026, 11, 24, 1, 41, tzinfo=UTC)
    secret = authenticator.read_secret(GOOD)
    from ntuh_onboard.common.clock import TAIPEI

    assert authenticator.code(secret, moment) == authenticator.code(secret, moment.astimezone(TAIPEI))
    assert authenticator.code(secret, moment) != authenticator.code(secret, moment + timedelta(seconds=30))


def test_neither_secret_nor_code_shows_itself() -> None:
    """S-02: both are secrets."""
    secret = authenticator.read_secret(GOOD)
    assert repr(secret) == repr(authenticator.code(secret, at(0))) == "***"

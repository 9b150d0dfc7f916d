"""The student's own authenticator (J5.4, O-12, O-13)."""

from __future__ import annotations

import base64
import contextlib
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


AS_WRITTEN = {
    "another issuer": "otpauth://totp/NTUH:104567?secret={}&issuer=%E5%8F%B0%E5%A4%A7%E9%86%AB%E9%99%A2",
    "no issuer in the label": "otpauth://totp/104567?secret={}&issuer=NTUH",
    "an issuer in the label alone": "otpauth://totp/NTUH:104567?secret={}",
    "an escaped colon": "otpauth://totp/NTUH%3A104567?secret={}&issuer=Other",
    "no label": "otpauth://totp/?secret={}",
    "no path": "otpauth://totp?secret={}",
    "blanks in the label": "otpauth://totp/NTU Hospital: 104567?secret={}&issuer=NTUH",
    "capitals": "OTPAUTH://TOTP/NTUH:104567?SECRET={}&Issuer=NTUH&Algorithm=SHA1&DIGITS=6&Period=30",
    "an algorithm by another name": "otpauth://totp/NTUH:1?secret={}&algorithm=HmacSHA1",
    "an algorithm with a dash": "otpauth://totp/NTUH:1?secret={}&algorithm=sha-1",
    "what an app adds": "otpauth://totp/NTUH:1?secret={}&image=https%3A%2F%2Fa%2Fb.png&color=%23fff&lock=false",
    "a counter that means nothing": "otpauth://totp/NTUH:1?secret={}&counter=0",
    "empty parameters": "otpauth://totp/NTUH:1?secret={}&issuer=&digits=&period=&algorithm=",
    "the same twice": "otpauth://totp/NTUH:1?secret={0}&secret={0}&issuer=a&issuer=b",
    "as a page's source has it": "otpauth://totp/NTUH:1?secret={}&amp;issuer=NTUH&amp;digits=6",
    "on two lines": "otpauth://totp/NTUH:1?secret={}\n&issuer=NTUH",
    "a fragment": "otpauth://totp/NTUH:1?secret={}#top",
}


@pytest.mark.parametrize("kind", AS_WRITTEN)
@pytest.mark.parametrize("secret", [GOOD, GOOD.lower(), GOOD + "%3D%3D", "+".join([GOOD[:16], GOOD[16:]])])
def test_an_address_is_read_as_apps_write_it(kind: str, secret: str) -> None:
    """What it is called does not change the code; the address is kept as it came."""
    written = AS_WRITTEN[kind].format(secret)
    found = authenticator.read_secret(written)
    assert found == Secret(written)
    assert authenticator.code(found, at(30)).reveal() == RFC4226[1]


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ("&algorithm=MD5", authenticator.NotBase32),
        ("&digits=six", authenticator.NotBase32),
        ("&digits=6&digits=8", authenticator.NotBase32),
        ("&period=0", authenticator.NotBase32),
        ("&period=-30", authenticator.NotBase32),
        ("&secret=" + GOOD[::-1], authenticator.NotBase32),
        ("&encoder=steam", authenticator.NotTimeBased),
    ],
)
def test_what_would_make_another_code_is_refused(more: str, error: type[authenticator.SecretUnusable]) -> None:
    """Where it is not known, or is said twice, no code is shown that the hospital would refuse."""
    with pytest.raises(error) as caught:
        authenticator.read_secret(f"otpauth://totp/NTUH:1?secret={GOOD}{more}")
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@given(st.text(max_size=60).map("otpauth://".__add__))
def test_any_address_is_a_secret_or_a_typed_error(typed: str) -> None:
    """Nothing else comes out."""
    with contextlib.suppress(authenticator.SecretUnusable):
        authenticator.read_secret(typed)


@given(st.text(max_size=60))
def test_any_text_is_a_secret_or_a_typed_error(typed: str) -> None:
    """Nothing else comes out."""
    try:
        secret = authenticator.read_secret(typed)
    except authenticator.SecretUnusable:
        return
    assert len(authenticator.code(secret, at(0)).reveal()) == 6


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

"""The only place where people are made; every one of them is invented (J8.3).

- Employee IDs: 104567 to 104666, by decision of this project. No list of test IDs of the hospital's is known, so these
  may have real owners; that is why the simulated hospital never leaves the machine, and the client never sends one of
  these to a real site from practice.
- National IDs: a letter, 1 or 2 for the sex, seven digits and a check digit (內政部). No range for examples is
  published. Ours have 3 in the place of 1 or 2, with a right check digit: nobody has been given such a number, 8 and 9
  being those of residents since 2021-01-02 (內政部移民署), and 3 to 7 of nobody as far as is known.
- Resident numbers, old style: two letters, the second of A to D, and eight digits. No range for examples is published.
  Ours have Z as the second letter, with a right check digit; the old style is not issued any more.
- Mobiles: no range for examples is published. Ours begin with 0990: mobiles are 090 to 098, and 099 belongs to personal
  numbers (libphonenumber, metadata of TW), so that no mobile telephone has one of them.
- Office numbers are the extension 61234, home numbers 0223123456: the account guide's own samples.

Any other ID is refused before a password is looked at.
"""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ntuh_onboard.backend.hospital.records import Record
from ntuh_onboard.backend.stage import PUPIL_KIND
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.rules import check_digit_right

FIRST_ID, LAST_ID = 104567, 104666
MAIN_CAMPUS, HSINCHU, YUNLIN = "T0", "T1", "T2"
CAMPUSES = ((MAIN_CAMPUS, "總院區"), (HSINCHU, "新竹分院"), (YUNLIN, "雲林分院"))
"""T0 is known from the wire (portal-facts.md); the other values are ours."""
SPARE_PHONE = "0990000000"
"""Where the messages of a carrier go that mixes numbers up."""
_UNIT = "教學部 醫事實習學生"


@dataclass(frozen=True, slots=True)
class Invented:
    """One invented person.

    english: surname, given name, middle name. portal: the portal password, None for the default one.
    known_phone: the number that the hospital has; None for the person's own.
    days_left: of the account's validity, from the day on which the roster is made.
    """

    kind: str
    name: str
    english: tuple[str, str, str] = ("", "", "")
    account_name: str = ""
    campus: str = MAIN_CAMPUS
    portal: str | None = None
    known_phone: str | None = None
    days_left: int = 366
    alias: str = ""
    cloud: str = ""
    activated_days_ago: int = 0
    authenticator: bool = True
    resident: bool = False


ROSTER = (
    Invented("fresh", "陳怡芬", ("Chen", "", "")),
    Invented("changed", "林志豪", ("Lin", "Zhi-Hao", ""), portal="Willow-42-river"),
    Invented(
        "activated",
        "黃美玲",
        ("Huang", "Mei-Ling", "Mary"),
        portal="Copper-73-lake",
        alias="meiling.huang",
        cloud="Maple-58-stone",
        activated_days_ago=365,
    ),
    Invented("expired", "張家瑋", ("Chang", "Chia-Wei", ""), days_left=-40),
    Invented("branch", "吳佩珊", ("Wu", "Pei-Shan", ""), campus=YUNLIN),
    Invented("old_phone", "劉冠廷", ("Liu", "Kuan-Ting", ""), known_phone="0990999001"),
    Invented("no_phone", "蔡欣怡", ("Tsai", "Hsin-Yi", ""), known_phone=""),
    Invented("wrong_name", "許雅筑", ("Hsu", "Ya-Chu", ""), account_name="許雅竹"),
    Invented("one_word", "素卡諾", ("", "Sukarno", "")),
    Invented(
        "long_name",
        "歐陽娜娜亞歷山德拉",
        ("Ouyang-Fitzwilliam-Montgomery", "Alexandrina-Wilhelmina-Josephine", "Na-Na"),
    ),
    Invented("foreign", "NGUYỄN THỊ MỸ DUYÊN", ("Nguyễn", "Thị Mỹ Duyên", ""), resident=True),
    Invented("no_authenticator", "周彥廷", ("Chou", "Yen-Ting", ""), authenticator=False, days_left=20),
)
"""In the order of their IDs from 104567 on; the fresh student first."""


MOST_PUPILS = LAST_ID - FIRST_ID + 1 - len(ROSTER)
"""As many as the invented IDs reach for, behind the roster."""


_SURNAMES = "陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴徐"
_FIRST, _SECOND = "怡志雅冠佳宗欣家詩柏郁彥", "君豪婷宇穎翰妤瑋涵廷安蓉"
"""Frequent in Taiwan; put together by chance they make a name, and nobody's in particular."""


def strangers() -> tuple[str, ...]:
    """Names of a class of which the last one has come: somebody else, with another ID, number and password, each time.

    How many there are is drawn too, and decides the ID.
    """
    draw = secrets.choice
    return tuple(f"{draw(_SURNAMES)}{draw(_FIRST)}{draw(_SECOND)}" for _ in range(1 + secrets.randbelow(MOST_PUPILS)))


def person(at: int) -> Invented:
    """Who stands at this place: somebody of the roster, or one of a class, who is as the fresh student is."""
    return ROSTER[at] if at < len(ROSTER) else Invented(PUPIL_KIND, "")


def employee_id(at: int) -> str:
    """The ID of the person at this place of the roster."""
    return str(FIRST_ID + at)


def in_range(text: str) -> bool:
    """Whether an ID is of the invented range; anything else belongs to somebody else, and is refused."""
    return re.fullmatch(r"[0-9]{6}", text) is not None and FIRST_ID <= int(text) <= LAST_ID


def own_phone(at: int) -> str:
    """The number of the telephone that the person at this place holds."""
    return f"0990{employee_id(at)}"


def identity_number(at: int) -> str:
    """A number shaped like a national ID (or an old resident number) that nobody has, with a right check digit."""
    start = f"AZ0{employee_id(at)}" if person(at).resident else f"A30{employee_id(at)}"
    return next(start + digit for digit in "0123456789" if check_digit_right(start + digit))


def place(record: Record) -> int:
    """The place of this person on the roster."""
    return int(record.employee_id) - FIRST_ID


def portal_password(at: int) -> Secret:
    """The portal password of the roster: the default is the identity number with its capital."""
    return Secret(person(at).portal or identity_number(at))


def cloud_password(at: int) -> Secret:
    """The cloud password of the roster; empty for who has none."""
    return Secret(person(at).cloud)


def records(today: date, pupils: Sequence[str] = ()) -> list[Record]:
    """Everybody, as on the first day. pupils: names of a class, `MOST_PUPILS` at most, each invented too."""
    if len(pupils) > MOST_PUPILS:
        raise ValueError(f"at most {MOST_PUPILS} pupils")
    everybody = [*ROSTER, *(Invented(PUPIL_KIND, name) for name in pupils)]
    return [_record(at, each, today) for at, each in enumerate(everybody)]


def _record(at: int, invented: Invented, today: date) -> Record:
    phone = own_phone(at) if invented.known_phone is None else invented.known_phone
    surname, given, middle = invented.english
    activated = today - timedelta(days=invented.activated_days_ago)
    return Record(
        employee_id=employee_id(at),
        kind=invented.kind,
        name=invented.name,
        account_name=invented.account_name or invented.name,
        unit=_UNIT,
        campus=invented.campus,
        valid_until=(today + timedelta(days=invented.days_left)).isoformat(),
        english_surname=surname,
        english_given=given,
        english_middle=middle,
        office_phone="61234",
        home_phone="0223123456",
        mobile_phone=phone,
        registered_phone=phone,
        default_password=invented.portal is None,
        seed=base64.b32encode(secrets.token_bytes(20)).decode() if invented.authenticator else "",
        alias=invented.alias,
        activated_on=activated.isoformat() if invented.alias else "",
    )

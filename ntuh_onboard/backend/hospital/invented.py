"""The invented people, and the only place where people are made (J8.3).

- Employee IDs: 104567 to 104666, around the account guide's own example, and 980000 to 989999 for what a large class
  has beyond these, chosen by this project. The hospital publishes no test IDs, so any may have a real owner; therefore
  the simulated hospital never leaves the machine, and the client never sends one of these to a real site from practice.
- National IDs: a letter, 1 or 2 for the sex, seven digits and a check digit (內政部). No range for examples is
  published. Ours have 3 in place of 1 or 2, with a correct check digit: nobody has been given such a number. 8 and 9
  are residents' since 2021-01-02 (內政部移民署), and 3 to 7 are nobody's as far as is known.
- Resident numbers, old style: two letters, the second from A to D, and eight digits. No range for examples is
  published. Ours have Z as the second letter, with a correct check digit; the old style is no longer issued.
- Mobile numbers: no range for examples is published. Ours begin with 0990: mobile numbers are 090 to 098, and 099 is
  for personal numbers (libphonenumber, metadata of TW), so that no mobile phone has one of ours.
- Office numbers are the extension 61234, home numbers 0223123456: the account guide's own samples.

Any other ID is refused before a password is checked.
"""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ntuh_onboard.backend.hospital.latin_names import latin
from ntuh_onboard.backend.hospital.records import Record
from ntuh_onboard.backend.stage import PUPIL_KIND
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.rules import check_digit_right

IDS = (range(104567, 104667), range(980000, 990000))
"""The invented IDs, in the order in which people get them."""
MAIN_CAMPUS, HSINCHU, YUNLIN = "T0", "T1", "T2"
CAMPUSES = ((MAIN_CAMPUS, "總院區"), (HSINCHU, "新竹分院"), (YUNLIN, "雲林分院"))
"""T0 is known from the portal's requests (portal-facts.md); the other values are ours."""
SPARE_PHONE = "0990000000"
"""Where messages go if the carrier confuses numbers."""
_UNIT = "教學部 醫事實習學生"


@dataclass(frozen=True, slots=True)
class Invented:
    """One invented person.

    Attributes:
        kind: the sort of account, by which tests and trainers choose it.
        name: the name as the portal has it.
        english: surname, given name, middle name.
        account_name: the name as the account site has it; empty if it is the same.
        campus: the campus of the main employment.
        portal: the portal password, or None for the default one.
        known_phone: the number that the hospital has, or None for the person's own.
        days_left: how long the account is valid from the day on which the roster is made.
        alias: the mail name; empty if not activated.
        cloud: the cloud password; empty if not activated.
        activated_days_ago: how long ago the account was activated.
        authenticator: whether an authenticator is set up.
        resident: whether the person has a resident number instead of a national ID.

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
"""The people who are always there, in the order of their IDs from 104567 on; the fresh student first."""


MOST_PUPILS = sum(map(len, IDS)) - len(ROSTER)
"""How many more people the ranges of invented IDs have room for."""
_STRANGERS = len(IDS[0]) - len(ROSTER)


_SURNAMES = "陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴徐"
_FIRST, _SECOND = "怡志雅冠佳宗欣家詩柏郁彥", "君豪婷宇穎翰妤瑋涵廷安蓉"
"""Characters that are frequent in Taiwanese names; combined at random they make a plausible name of nobody's."""


def strangers() -> tuple[str, ...]:
    """Draw the names of a class whose last member has come: each time somebody with another ID, number and password.

    The number of names is random too, and determines the ID.
    """
    draw = secrets.choice
    return tuple(f"{draw(_SURNAMES)}{draw(_FIRST)}{draw(_SECOND)}" for _ in range(1 + secrets.randbelow(_STRANGERS)))


def person(at: int) -> Invented:
    """Return the person at this place: one of the roster, or a member of a class, whose account is fresh."""
    return ROSTER[at] if at < len(ROSTER) else Invented(PUPIL_KIND, "")


def employee_id(at: int) -> str:
    """Return the ID of the person at this place of the roster."""
    first, more = IDS
    return str(first[at] if at < len(first) else more[at - len(first)])


def in_range(text: str) -> bool:
    """Return whether an ID is in an invented range; any other may be a real person's and is refused."""
    return re.fullmatch(r"[0-9]{6}", text) is not None and any(int(text) in each for each in IDS)


def own_phone(at: int) -> str:
    """Return the number of the phone that the person at this place holds."""
    return f"0990{employee_id(at)}"


def identity_number(at: int) -> str:
    """Return a number shaped like a national ID (or old resident number) with a correct check digit, but nobody's."""
    start = f"AZ0{employee_id(at)}" if person(at).resident else f"A30{employee_id(at)}"
    return next(start + digit for digit in "0123456789" if check_digit_right(start + digit))


def place(record: Record) -> int:
    """Return this person's place on the roster."""
    return _place_of(record.employee_id)


def _place_of(employee_id: str) -> int:
    first, more = IDS
    number = int(employee_id)
    return first.index(number) if number in first else len(first) + more.index(number)


def portal_password(at: int) -> Secret:
    """Return the roster's portal password; the default one is the identity number with its capital letter."""
    return Secret(person(at).portal or identity_number(at))


def first_password(employee_id: str) -> Secret:
    """Return the portal password that an invented person has on the first day."""
    return portal_password(_place_of(employee_id))


def cloud_password(at: int) -> Secret:
    """Return the roster's cloud password; empty if there is none."""
    return Secret(person(at).cloud)


def records(today: date, pupils: Sequence[str] = ()) -> list[Record]:
    """Return everybody as on the first day; `pupils` are the invented names of a class, `MOST_PUPILS` at most."""
    if len(pupils) > MOST_PUPILS:
        raise ValueError(f"at most {MOST_PUPILS} pupils")
    everybody = [*ROSTER, *(Invented(PUPIL_KIND, name, (latin(name).partition(" ")[0], "", "")) for name in pupils)]
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

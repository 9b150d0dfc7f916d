"""Rules of the English name and of the alias (J3.1, J6.2, J6.3)."""

from __future__ import annotations

import re
import unicodedata

from ntuh_onboard.common.secret import Secret
from ntuh_onboard.rules.model import Facts, Level, Rule, advice, hospital

_NAME_MARKS = frozenset(" -.'\N{HYPHEN}\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}")
_DOT_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+")
ALIAS_RULES = ("required", "alias.length", "alias.characters", "alias.dots")
"""What the hospital asks of every alias."""
_OFFICES = """
    abuse admin administrator ftp guest help helpdesk hospital hostmaster info it mail mailer marketing news noc noreply
    ntuh office postmaster reply root sales security service services staff student support system test usenet user uucp
    webmail webmaster www
"""
OFFICES = frozenset(_OFFICES.split())
"""Words that name an office or a machine, not a person: those of RFC 2142, and those that sites usually keep back."""
_SHORTEST = 4
CONFUSED = {"l": "1", "1": "l", "I": "l", "O": "0", "0": "O"}
"""Characters that are easily mistaken for another one, and for which."""


def _latin(each: str) -> bool:
    return unicodedata.category(each).startswith("L") and unicodedata.name(each, "").startswith("LATIN ")


def _present(text: str, _: Facts) -> bool:
    return bool(text.strip())


def _english_name(text: str, _: Facts) -> bool:
    name = unicodedata.normalize("NFC", text)
    if not any(_latin(each) for each in name):
        return False
    return all(_latin(each) or each in _NAME_MARKS or unicodedata.category(each) == "Mn" for each in name)


def _fits(text: str, facts: Facts) -> bool:
    return len(text) <= facts.alias_limit


def _characters(text: str, _: Facts) -> bool:
    return _DOT_ATOM.fullmatch(text) is not None


def _dots(text: str, _: Facts) -> bool:
    return not (text.startswith(".") or text.endswith(".") or ".." in text)


def _clear(text: str, _: Facts) -> bool:
    # Not for the small l: everybody called Lin or Lee would be asked. The next screen points it out all the same.
    return (CONFUSED.keys() - {"l"}).isdisjoint(text)


def _no_office(text: str, _: Facts) -> bool:
    words = [each for each in re.split(r"[^a-z]+", text.casefold()) if each]
    return not words or not OFFICES.issuperset(words)


def _distinct(text: str, facts: Facts) -> bool:
    """Return whether a mail name is more than a few letters, or than a surname or a given name alone.

    Who has no surname may have one name only.
    """
    alone = {re.sub(r"[\W_]", "", each.casefold()) for each in facts.names if not re.search(r"\s", each.strip())}
    return len(text) >= _SHORTEST and (not facts.surname or text.casefold() not in alone)


def _lower_case(text: str, _: Facts) -> bool:
    return text == text.lower()


def _same_alias(text: str, facts: Facts) -> bool:
    # Mail names that differ in capitals only are the same; what is sent is the one on the screen.
    other = facts.other.reveal() if isinstance(facts.other, Secret) else facts.other or ""
    return text.casefold() == other.casefold()


NAMES = (
    Rule("english_name.present", Level.ADVICE, "J6.2: mail names are suggested from it", _present, empty=True),
    advice("english_name.letters", "「英文姓： ex:Chen(陳)」 J3.1", _english_name),
    hospital("alias.length", "「名稱長度限64字元內」 J6.2", _fits),
    hospital("alias.characters", "RFC 5322, 3.2.3 (dot-atom) J6.2", _characters),
    hospital("alias.dots", "RFC 5321, 4.1.2 (Dot-string) J6.2", _dots),
    advice("alias.office", "RFC 2142 J6.2", _no_office),
    advice("alias.distinct", "「請慎重選擇」 J6.2", _distinct),
    advice("alias.capitals", "J6.2", _lower_case),
    advice("alias.lookalike", "「電子郵件別名第一次設定之後則不能修改，請慎重選擇」 J6.3", _clear),
    hospital("alias.repeat", "「第一次設定後即無法修改」 J6.3", _same_alias),
)

"""Accepted and refused texts, written by hand from the account guide and the requirements.

Texts stand as the rules see them, after the field's fold; `FOLDED` holds what the folds make of typed texts.
"""

from __future__ import annotations

from typing import NamedTuple

from ntuh_onboard.rules import Facts
from tests.rules.examples_contact import CONTACT
from tests.rules.examples_identity import IDENTITY
from tests.rules.examples_passwords import PASSWORDS


class Example(NamedTuple):
    """A text, and whether a rule holds for it."""

    rule: str
    text: str
    facts: Facts
    holds: bool


EXAMPLES = [
    Example(rule, text, facts, holds)
    for rule, rows in (IDENTITY | PASSWORDS | CONTACT).items()
    for text, facts, holds in rows
]

FOLDED = [
    ("trim", "  Chen \n", "Chen"),
    ("trim", "Ｃｈｅｎ", "Ｃｈｅｎ"),
    ("none", " Ａ b ", " Ａ b "),
    ("digits", "１０４５６７", "104567"),
    ("digits", " 104 567 ", "104567"),
    ("digits", "104-567", "104567"),
    ("digits", "104–567", "104567"),
    ("digits", "104\u3000567", "104567"),
    ("digits", "\u200b104567\ufeff", "104567"),
    ("digits", "١٢٣٤٥٦", "١٢٣٤٥٦"),
    ("digits", "10456a", "10456a"),
    ("halfwidth", " １ＲＴ５５ｖ ", "1RT55v"),
    ("halfwidth", "1RT 55V", "1RT 55V"),
    ("phone", "0952-000-000", "0952000000"),
    ("phone", "0952 000 000", "0952000000"),
    ("phone", "0952.000.000", "0952000000"),
    ("phone", "(0952)000000", "0952000000"),
    ("phone", "（０９５２）０００−０００", "0952000000"),
    ("phone", "+886952000000", "0952000000"),
    ("phone", "+886 952-000-000", "0952000000"),
    ("phone", "＋８８６ ９５２ ０００ ０００", "0952000000"),
    ("phone", "+886 (0)952 000 000", "0952000000"),
    ("phone", "+8860952000000", "0952000000"),
    ("phone", "886952000000", "0952000000"),
    ("phone", "8860952000000", "0952000000"),
    ("phone", "00886952000000", "0952000000"),
    ("phone", "00886 0952 000 000", "0952000000"),
    ("phone", "\u202d0952000000\u202c", "0952000000"),
    ("phone", "+886 2 2312 3456", "0223123456"),
    ("phone", "(02)2312-3456", "0223123456"),
    ("phone", "+81 90-1234-5678", "+819012345678"),
    ("phone", "0081 90 1234 5678", "00819012345678"),
    ("phone", "88612345", "88612345"),
    ("phone", "61234", "61234"),
    ("phone", "+886952000000x", "+886952000000x"),
    ("phone", "+88695200000٠", "+88695200000٠"),
    ("phone", "8869520000001", "8869520000001"),
    ("phone", "88695200000٠", "88695200000٠"),
    ("code", " １２３ ４５６ ", "123456"),
    ("code", "123-456", "123456"),
    ("code", "123 456\t", "123456"),
    ("alias", " yifen.chen@ntuh.gov.tw ", "yifen.chen"),
    ("alias", "YiFen.Chen@NTUH.GOV.TW", "YiFen.Chen"),
    ("alias", "yifen.chen @ntuh.gov.tw", "yifen.chen"),
    ("alias", "ｙｉｆｅｎ．ｃｈｅｎ", "yifen.chen"),
    ("alias", "yifen@ntuh.gov.tw.example", "yifen@ntuh.gov.tw.example"),
    ("alias", "@ntuh.gov.tw", ""),
    ("alias", "yi fen", "yi fen"),
]
"""(fold, typed, folded)"""

MASKED = [
    ("0912000567", "09xx-xxx-567"),
    ("+886 912-000-567", "09xx-xxx-567"),
    ("0223123456", "xxxx-xxx-456"),
    ("+819012345678", "xxxxxxxxxx678"),
    ("61234", "xx234"),
    ("567", "xxx"),
    ("7", "x"),
    ("", ""),
    ("0912abcdef", "xxxxxxxxxx"),
    ("091200056٧", "xxxxxxx56x"),
    ("0912000567x", "xxxxxxxx67x"),
]
"""(typed, as shown)"""

"""Every rule of input, defined once, with its source and its level.

The wizard's fields and the simulated hospital call the same functions. A text is folded first (`FOLDS`), then `check`
names every rule that it breaks. Patterns match the whole text (`fullmatch`), and digits are ASCII digits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from ntuh_onboard.rules.dates import Expiry, expiry, read_date
from ntuh_onboard.rules.folds import FOLDS
from ntuh_onboard.rules.identity import IDENTITY, check_digit_right, like_identity, upper_case_offer
from ntuh_onboard.rules.input_method import as_keyed, by_input_method
from ntuh_onboard.rules.model import Facts, Level, Rule
from ntuh_onboard.rules.names import NAMES
from ntuh_onboard.rules.passwords import PASSWORDS
from ntuh_onboard.rules.phones import PHONES, mask_phone

__all__ = [
    "FOLDS",
    "RULES",
    "Expiry",
    "Facts",
    "Level",
    "Rule",
    "as_keyed",
    "by_input_method",
    "check",
    "check_digit_right",
    "expiry",
    "like_identity",
    "mask_phone",
    "read_date",
    "upper_case_offer",
]

_ASKED = (
    Rule("required", Level.HOSPITAL, "O-09", lambda text, _: bool(text.strip()), empty=True),
    Rule("confirm.ticked", Level.HOSPITAL, "J0.3, J3.2, J4.1", lambda text, _: text == "yes", empty=True),
)

RULES: Mapping[str, Rule] = MappingProxyType(
    {rule.id: rule for rule in (*_ASKED, *IDENTITY, *PASSWORDS, *PHONES, *NAMES)}
)
"""Every rule by its id. An empty text breaks only those that ask for one: `Rule.empty`."""


def check(rule_ids: Sequence[str], text: str, facts: Facts) -> tuple[Rule, ...]:
    """Return which of these rules a folded text breaks, in the given order; KeyError for an unknown rule."""
    rules = [RULES[key] for key in rule_ids]
    return tuple(rule for rule in rules if (text or rule.empty) and not rule.holds(text, facts))

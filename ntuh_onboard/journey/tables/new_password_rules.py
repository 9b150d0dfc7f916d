"""The rules for every new password, whichever site it is for (J2.1, J6.4)."""

from __future__ import annotations

from collections.abc import Mapping

from ntuh_onboard.rules.passwords import PUBLISHED

ADVICE = (
    "secret.no_outer_blank",
    "password.no_employee_id",
    "password.no_national_id",
    "password.no_phone",
    "password.no_name",
    "password.common",
    "password.keyboard_walk",
    "password.caps_lock",
)
HOSPITAL = ("secret.no_input_method", *PUBLISHED)
"""What the hospital published; advice comes later, and never contradicts it."""
TICKED: Mapping[str, str] = {
    **dict.fromkeys(PUBLISHED, ""),
    "password.not_old": "old",
    "cloud.not_portal": "portal",
    "password.repeat": "",
}
"""The rules told while a password is typed, each with what it compares with (an attribute of `Facts`), or nothing.

Every rule that can refuse a new password is among them, but for that about input methods, which nobody aims at.
"""

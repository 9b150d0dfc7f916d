"""The rules for every new password, whichever site it is for (J2.1, J6.4)."""

from __future__ import annotations

ADVICE = (
    "password.no_employee_id",
    "password.no_national_id",
    "password.no_phone",
    "password.no_name",
    "password.common",
    "password.keyboard_walk",
    "password.caps_lock",
)
HOSPITAL = ("secret.no_input_method", "password.length", "password.letter", "password.digit")

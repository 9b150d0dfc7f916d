"""The rules for every new password, whichever site it is for (J2.1, J6.4)."""

from __future__ import annotations

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
TICKED = ("password.length", "password.letter", "password.digit")
"""The hospital's own rules, told while a password is typed; advice comes later, and never contradicts them."""
HOSPITAL = ("secret.no_input_method", *TICKED)

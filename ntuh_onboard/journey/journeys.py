"""The journeys as lists of step ids, and the marks of the rail; names alone, so that the command line can read them.

The steps themselves are in `steps`.
"""

from __future__ import annotations

from collections.abc import Mapping

JOURNEYS: Mapping[str, tuple[str, ...]] = {
    "onboard": (
        "preflight",
        "progress",
        "sign_in",
        "portal_password",
        "contact",
        "regulations",
        "send_code",
        "enter_code",
        "account",
        "alias",
        "alias_again",
        "done",
    ),
    "portal_password": ("preflight", "sign_in", "portal_password", "done"),
    "contact": ("preflight", "sign_in", "contact", "done"),
    "reset": ("preflight", "reset_regulations", "send_code", "enter_code", "cloud_password", "done"),
    "mail_check": ("mail_ready", "mail_sign_in", "done"),
}

MENDS_PHONE = "contact"
"""The step that changes the phone number, and the journey of its own for where a journey has no such step."""

PRACTISED_BY: Mapping[str, str] = {"reset": "activated", "mail_check": "activated"}
"""In practice, which sort of invented person can walk a journey to its end, where the fresh student cannot."""

RAIL = ("prepare", "sign_in", "portal_password", "contact", "regulations", "code", "alias", "cloud", "done")

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
}

RAIL = ("prepare", "sign_in", "portal_password", "contact", "regulations", "code", "alias", "done")

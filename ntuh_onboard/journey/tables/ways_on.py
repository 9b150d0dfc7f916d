"""Where an error leads: to a step of this journey, if it has that step, or to another journey."""

from __future__ import annotations

from collections.abc import Mapping

from ntuh_onboard.common.errors import (
    AlreadyActivated,
    BackendError,
    EnoughMailTries,
    MustChangePassword,
    NoPhone,
    NotActivated,
    TriesSpent,
)

STEPS: Mapping[type[BackendError], str] = {
    MustChangePassword: "portal_password",
    NoPhone: "contact",
    TriesSpent: "send_code",
}
"""The step that solves it, for errors whose `next` is GO_TO."""
JOURNEYS: Mapping[type[BackendError], str] = {
    AlreadyActivated: "reset",
    NotActivated: "onboard",
    EnoughMailTries: "reset",
}
"""The journey that is the right one, for errors whose `next` is CHANGE_JOURNEY."""


def step_for(error: BackendError | None) -> str:
    """Return the step that solves this error, or an empty text."""
    return STEPS.get(type(error), "") if error is not None else ""

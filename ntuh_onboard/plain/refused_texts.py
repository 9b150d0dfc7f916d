"""What the hospital has refused in one journey, so that Enter alone never sends it a second time."""

from __future__ import annotations

from collections.abc import Mapping

from ntuh_onboard.common.errors import AccountLocked, BackendError, NoPhone, Refused
from ntuh_onboard.journey.step import Field, Step
from ntuh_onboard.plain.draft import Draft

_NOT_FOR_ITS_TEXT = (AccountLocked, NoPhone)
"""Refusals that name a field although another text in it would not help."""


class RefusedTexts:
    """The texts and choices that were refused; no secret, which is never offered again anyway."""

    def __init__(self) -> None:
        self._texts: set[tuple[str, str]] = set()

    def note(self, error: BackendError, step: Step, draft: Draft, sent: Mapping[str, str]) -> None:
        """Note what this error refuses: the text of its field, or the only answer of its step.

        Args:
            error: why the step was not done.
            step: the step that was sent.
            draft: what was typed there.
            sent: what was typed at all steps, as it was sent.

        """
        if not isinstance(error, Refused) or isinstance(error, _NOT_FOR_ITS_TEXT):
            return
        only = [each.id for each in step.fields if len(step.fields) == 1 and each.kept]
        for key in [error.field] if error.field else only:
            self._texts |= {(key, text) for text in (draft.texts.get(key), sent.get(key)) if text}

    def has(self, asked: Field, text: str) -> bool:
        """Return whether this was refused in this field."""
        return (asked.id, text) in self._texts

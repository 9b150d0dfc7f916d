"""What was typed into the fields of one step, until the step is left."""

from __future__ import annotations

from dataclasses import dataclass, field

from ntuh_onboard.common.secret import Secret
from ntuh_onboard.journey.checking import Entry
from ntuh_onboard.journey.step import Field, Kind


@dataclass(slots=True)
class Draft:
    """What was typed so far at one step.

    Attributes:
        texts: texts by field id.
        secrets: secrets by field id.
        passed: the advice that was given on exactly what is typed now, and passed over.

    """

    texts: dict[str, str] = field(default_factory=dict, repr=False)
    secrets: dict[str, Secret] = field(default_factory=dict, repr=False)
    passed: set[tuple[str, str]] = field(default_factory=set)

    def put(self, asked: Field, text: str) -> None:
        """Take what was typed into this field; advice on what it was before holds no longer."""
        if text != self.get(asked):
            self.passed = {each for each in self.passed if each[0] != asked.id}
        if asked.kind is Kind.SECRET:
            self.secrets[asked.id] = Secret(text)
        else:
            self.texts[asked.id] = text

    def get(self, asked: Field) -> str:
        """Return what was typed into this field, or an empty text."""
        secret = self.secrets.get(asked.id)
        return self.texts.get(asked.id, "") if secret is None else secret.reveal()

    def has(self, asked: Field) -> bool:
        """Return whether this field was answered."""
        return asked.id in self.texts or asked.id in self.secrets

    def drop(self, key: str) -> None:
        """Forget one field, whose text was refused or is used up."""
        self.texts.pop(key, None)
        self.secrets.pop(key, None)

    def entry(self, fields: tuple[Field, ...]) -> Entry:
        """Return what is typed in these fields, as the walk takes it."""
        keys = {each.id for each in fields}
        return Entry(
            {key: text for key, text in self.texts.items() if key in keys},
            {key: secret for key, secret in self.secrets.items() if key in keys},
        )

    def kept(self, fields: tuple[Field, ...]) -> dict[str, str]:
        """Return the texts that may be kept when the step is left: no secret, no picture code."""
        kept = {each.id for each in fields if each.kept}
        return {key: text for key, text in self.texts.items() if key in kept}

    def clear(self) -> None:
        """Forget everything."""
        for each in self.secrets.values():
            each.clear()
        self.texts.clear()
        self.secrets.clear()
        self.passed.clear()

"""The label of a field as it is read aloud."""

from __future__ import annotations

from ntuh_onboard.journey.step import Field
from ntuh_onboard.screens.base.scene import Scene


def label_of(scene: Scene, asked: Field) -> str:
    """Return the label, its meaning first where the hospital's word is foreign: Account 「帳號」."""
    if asked.word and scene.texts.language.gloss:
        return f"{scene.say(f'word.{asked.word}')} {scene.texts.quoted(asked.word)}"
    return scene.say(f"field.{asked.id}.label")

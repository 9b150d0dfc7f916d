"""What is said of an input that breaks a rule."""

from __future__ import annotations

from ntuh_onboard.screens.base.scene import Scene


def broken_rule(scene: Scene, field: str, rule: str) -> str:
    """Return the key of the sentence: the one that names this field, if it is written, or else the rule's own."""
    named = f"rule.{rule}.{field}"
    return named if scene.texts.has(named) else f"rule.{rule}"

"""Cards in line prompts: a title, sentences, and, if there is anything to answer, the ways on by their numbers."""

from __future__ import annotations

from ntuh_onboard.plain.person import Backward
from ntuh_onboard.plain.talk import Talk, way
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.dialogs.card_contents import Content

_CLOSING = frozenset({ButtonAct.CLOSE, ButtonAct.STAY})
"""The answers that do nothing: they are what nothing typed means."""


async def show_card(talk: Talk, content: Content | None, step: str) -> ButtonAct | None:
    """Tell a card; returns the act that was chosen, or None if it was closed or there was nothing to say."""
    if content is None:
        talk.tell("plain.nothing")
        return None
    acts = [each for each in content.buttons if each not in _CLOSING and talk.scene.allows(each)]
    closing = next((each for each in content.buttons if each in _CLOSING), ButtonAct.CLOSE)

    def labels() -> list[str]:
        return [talk.say(content.labels.get(each, each.label)) for each in acts]

    if not acts:
        talk.tell_lines(_told(talk, content))
        return None
    question = way(talk, acts, step, act=closing.label)
    try:
        with talk.person.aside():
            at = await talk.number(labels, question, None, lambda: "\n".join(_told(talk, content)))
    except Backward:
        return None
    return acts[at] if at is not None else None


def _told(talk: Talk, content: Content) -> list[str]:
    """Return the title and the sentences of a card."""
    lines = [talk.say(key, **values) if key else str(values["plain"]) for key, values in content.lines]
    return [talk.say(content.title), *lines]

"""What an act has brought: told in one sentence, and remembered on the student's own device."""

from __future__ import annotations

import asyncio

from ntuh_onboard.common.secret import Secret
from ntuh_onboard.common.vault import Kept
from ntuh_onboard.journey.step import Step
from ntuh_onboard.plain.talk import Talk
from ntuh_onboard.screens.base.lost_answers import its_words, settled_by, settled_news
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.base.step_news import asks_the_hospital, news_of


async def remember(scene: Scene, step: Step) -> None:
    """Remember the ID after a successful sign-in, on the student's own device only."""
    journey = scene.walk.journey
    if step.remembers and step.id in journey.done and scene.own_device:
        known = Secret(journey.texts[step.remembers])
        await asyncio.to_thread(scene.vault.remember, Kept.EMPLOYEE_ID, known)


def tell_news(talk: Talk, lost: str, sent: str) -> None:
    """Tell what an act has brought, or how a lost commit ended; nothing while that is unknown.

    Args:
        talk: tells it.
        lost: the step whose commit this act has read back, if there was one.
        sent: the step that has just been sent, if there was one.

    """
    journey = talk.scene.walk.journey
    if journey.lost:
        return
    if lost and asks_the_hospital(journey, lost):
        talk.tell(settled_news(journey, lost))
        talk.tell_lines([*map(talk.say, settled_by(journey, lost)), *its_words(talk.scene)])
    elif news := news_of(journey, sent):
        talk.tell(news[0], **news[1])

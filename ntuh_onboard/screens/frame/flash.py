"""Show one line above the keys about what has just been done."""

from __future__ import annotations

from ntuh_onboard.journey.state import Journey
from ntuh_onboard.screens.base.lost_answers import its_words, settled_by, settled_news
from ntuh_onboard.screens.base.step_news import asks_the_hospital, news_of
from ntuh_onboard.screens.frame.frame import Frame


def flash(frame: Frame, journey: Journey, lost: str, sent: str = "") -> None:
    """Say what an act has brought: `lost` is the step whose commit was read back, `sent` the one just sent, if any."""
    if journey.lost:
        return
    if lost and asks_the_hospital(journey, lost):
        settled(frame, journey, lost)
    elif news := news_of(journey, sent):
        frame.status.say_done(news[0], **news[1])
    else:
        frame.rest(journey.asked)


def settled(frame: Frame, journey: Journey, lost: str) -> None:
    """Say what was found out about a lost commit, and what had come instead of its answer (WH, CP)."""
    told, scene = settled_by(journey, lost), frame.scene
    if frame.view is not None and (told or its_words(scene)):
        frame.view.notice.say("ui.as_is", text=lambda: "\n".join([*map(scene.say, told), *its_words(scene)]))
        frame.view.add_class("-told")  # makes room if the step is as high as the window
    if news := settled_news(journey, lost):
        frame.status.say_done(news)

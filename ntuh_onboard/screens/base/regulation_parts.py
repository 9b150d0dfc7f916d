"""The regulations of the account site, with our translation where the language needs one (J4.1)."""

from __future__ import annotations

from ntuh_onboard.backend.protocol import Regulations
from ntuh_onboard.journey.step import Step
from ntuh_onboard.journey.step_acts import LOAD
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.texts.languages import SOURCE


def regulation_parts(scene: Scene, step: Step) -> list[str]:
    """Return the articles, each with its translation below, after a sentence that says which of the two applies.

    Nothing is returned before the page was read. In another language than the site's, the sentence warns if the site's
    text is not the one that was translated.
    """
    page, texts = scene.walk.journey.learned.get(f"{LOAD}{step.id}"), scene.texts
    if not isinstance(page, Regulations):
        return []
    parts: list[str] = []
    if texts.language.tag != SOURCE:
        whole = texts.translated(page.articles)
        parts.append(scene.say("ui.regulations_translation" if whole else "ui.regulations_changed"))
    return parts + ["\n".join(each for each in (one, texts.translation(one)) if each) for one in page.articles]

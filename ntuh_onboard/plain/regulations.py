"""The regulations page by page: they are read to their end before they can be agreed to (J4.1)."""

from __future__ import annotations

from ntuh_onboard.journey.step import Step
from ntuh_onboard.plain.person import Ask, Backward, Question
from ntuh_onboard.plain.talk import Talk
from ntuh_onboard.screens.base.regulation_parts import regulation_parts

PAGE = 16
"""Lines that are told before the student turns the page."""


async def read(talk: Talk, step: Step) -> None:
    """Tell page after page; raises Backward at the first one, if the step before is wanted."""
    at = 0
    while at < len(pages := _pages(regulation_parts(talk.scene, step))):
        said, count = pages[at], len(pages)
        last = at + 1 == count
        said_on = "plain.page_last" if last else "plain.page_next"
        prompt = lambda said_on=said_on: Question(talk.say(said_on), Ask.WAY, step.id)  # noqa: E731  # of this turn
        page = [talk.say("plain.page", at=at + 1, count=count), said]
        try:
            await talk.ask(prompt, lambda page=page: page)  # type: ignore[misc]  # of the present turn
            at += 1
        except Backward:
            if at == 0:
                raise
            at -= 1


def _pages(parts: list[str]) -> list[str]:
    """Return the parts together as pages; a part is never divided."""
    pages: list[list[str]] = []
    for each in parts:
        lines = each.split("\n")
        if pages and len(pages[-1]) + len(lines) <= PAGE:
            pages[-1] += lines
        else:
            pages.append(lines)
    return ["\n".join(each) for each in pages]

"""How line prompts end: what was done, what is left, and that nobody is signed in any more, as the screens say it."""

from __future__ import annotations

import pytest

from ntuh_onboard.startup.exits import Exit
from ntuh_onboard.texts.languages import Language
from tests.languages import EN, ZH_TW
from tests.plain.prompted import Reader, prompting
from tests.screens.student import practising

NEVER = 24 * 3600.0
"""Seconds after which anybody would be gone."""


@pytest.mark.parametrize("language", [ZH_TW, EN], ids=str)
async def test_leaving_says_what_is_left(language: Language) -> None:
    """In the middle of a journey; how to begin again, too."""
    student = practising(language=language)
    reader = Reader(["1", "1"])
    assert await prompting(student, reader).converse(None, "onboard") == Exit.UNFINISHED
    say = student.scene.say
    last = "\n".join(reader.said[-2:])
    assert say("bye.left", steps="").strip() in last
    assert say("bye.out") in last
    assert say("bye.again", command="ntuh-onboard demo") in last
    assert say("bye.idle") not in last


async def test_a_silent_end_says_why() -> None:
    """Nobody has typed for too long."""
    student = practising()

    def nothing() -> str:
        student.idle.jump(NEVER)
        list(wizard.talk.look())
        return ""

    reader = Reader([nothing])
    wizard = prompting(student, reader)
    assert await wizard.converse(None, "onboard") == Exit.UNFINISHED
    assert student.scene.say("bye.idle") in reader.said[-1]

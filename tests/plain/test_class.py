"""A trainer's pause, messages and raised hands, at the plain page and at line prompts of a class."""

from __future__ import annotations

from dataclasses import dataclass, field

from ntuh_onboard.plain.person import COVERING, Ask, Question
from ntuh_onboard.plain.talk import Talk
from ntuh_onboard.screens.base.class_line import ClassNews
from tests.plain.prompted import Reader
from tests.screens.student import practising


@dataclass
class Line:
    """The line to a trainer who says this; keeps what the pupil tells."""

    said: ClassNews = field(default_factory=ClassNews)
    read: list[int] = field(default_factory=list)
    hand: bool = False

    def news(self) -> ClassNews:
        """What the trainer says now."""
        return self.said

    def raise_hand(self, *, up: bool) -> None:
        """Keep it."""
        self.hand = up

    def confirm(self, number: int) -> None:
        """Keep it."""
        self.read.append(number)


def at_a_seat(*lines: str) -> tuple[Talk, Reader, Line]:
    student, line, reader = practising(), Line(), Reader(list(lines))
    student.scene.class_line = line
    return Talk(student.scene, reader, student.app._idle), reader, line


def looked(talk: Talk) -> str:
    return "\n".join(talk.look())


async def test_a_pause_covers_the_question_and_what_was_typed_meanwhile_is_no_answer() -> None:
    """Until the trainer lets everybody go on: then a button brings the question back, with what comes before it."""
    talk, reader, line = at_a_seat("Walnut-31-river", "104567")
    line.said = ClassNews(paused=True)
    assert looked(talk) == ""
    assert reader.said[-2:] == [f"{COVERING}{talk.say('class.paused_title')}\n{talk.say('class.paused_hint')}", ""]
    count = len(reader.said)
    looked(talk)
    assert len(reader.said) == count, "it is covered once"
    line.said = ClassNews()
    looked(talk)
    assert reader.said[-2:] == [COVERING + talk.say("class.go_on_now"), talk.say("plain.uncover")]
    told = []
    talk.again = lambda: told.append("again")
    assert await talk.ask(lambda: Question("?", Ask.TEXT)) == "104567"
    assert told == ["again"]
    assert talk.say("plain.not_taken") in reader.text


async def test_a_message_is_told_once_and_read_with_the_next_answer() -> None:
    """Behind a pause it waits: nobody would see it there."""
    talk, _, line = at_a_seat("", "1", "2")
    line.said = ClassNews(paused=True, note="請看投影幕", number=2)
    assert looked(talk) == ""
    line.said = ClassNews(note="請看投影幕", number=2)
    assert looked(talk) == "", "the button that brings the question back is not pressed yet"
    await talk.ask(lambda: Question("?"))
    assert looked(talk) == f"{talk.say('class.note_title')}\n請看投影幕"
    assert looked(talk) == ""
    assert line.read == []
    await talk.ask(lambda: Question("?"))
    assert line.read == [2]


async def test_a_page_outside_of_a_class_hears_nothing() -> None:
    """There is no line."""
    talk, reader, _ = at_a_seat()
    talk.scene.class_line = None
    assert (looked(talk), reader.said) == ("", [])

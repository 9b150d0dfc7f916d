"""The programs that are measured, wizard and bare form, each as the keys that lead through the same moments."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks import form
from ntuh_onboard.profiles import hospital_profile
from ntuh_onboard.texts.sentences import Texts
from tests.languages import ZH_TW
from tests.terminal.emulator import Emulator

ENTER, ESCAPE, TAB = "\r", "\x1b", "\t"


@dataclass(frozen=True, slots=True)
class Subject:
    """One program.

    Attributes:
        name: how it is called.
        command: how it is started.
        last_box: a text in the part of the first screen that is painted last.
        first_key: the key typed as soon as that text is shown.
        shown: whether that key has taken effect, judged by the cells of the screen.
        turn: the keys for the next page, and a text in the last part of it.
        turn_back: the keys for the page before, and a text in the last part of it.
        leave: the last key.
        by_itself: a command that runs everything the program has and then ends; empty if this run does.
        before_turning: keys on the way, each with the text that is written then.
        before_typing: the same.
        before_leaving: the same.

    """

    name: str
    command: Sequence[str]
    last_box: str
    first_key: str
    shown: Callable[[Emulator], bool]
    turn: tuple[str, str]
    turn_back: tuple[str, str]
    leave: str
    by_itself: Sequence[str] = ()
    before_turning: tuple[tuple[str, str], ...] = ()
    before_typing: tuple[tuple[str, str], ...] = ()
    before_leaving: tuple[tuple[str, str], ...] = ()


def _typed_in_first_box(emulator: Emulator) -> bool:
    return emulator.find("Q") is not None


FORM = Subject(
    name="form",
    command=(sys.executable, "-m", "benchmarks.form"),
    last_box=f"{form.FIRST} box 4",
    first_key="Q",
    shown=_typed_in_first_box,
    turn=("\x0e", f"{form.SECOND} box 4"),
    turn_back=(ESCAPE, f"{form.FIRST} box 4"),
    leave="\x11",
)


def _button(label: str) -> str:
    """What is written of a button with this label, whatever stands around the blanks; no sentence has two of them."""
    return f"  {label}  "


def wizard() -> Subject:
    """Return the practice wizard in its usual language; the texts to wait for come from the catalogues."""
    site = hospital_profile.load()
    say = Texts(ZH_TW, site.words, site.hosts).say
    second = say("choice.progress.password_changed")

    def second_is_chosen(emulator: Emulator) -> bool:
        found = emulator.find(second)
        return found is not None and emulator.row(found[0])[found[1]].bold

    return Subject(
        name="wizard",
        command=(sys.executable, "-m", "ntuh_onboard", "demo", "--lang", "zh-TW"),
        last_box=say("ui.start"),
        first_key="2",
        shown=second_is_chosen,
        before_turning=(
            ("1", say("choice.progress.first")),
            (ENTER, _button(say("step.preflight.act"))),
            (ENTER, ""),
        ),
        turn=(ENTER, _button(say("step.sign_in.act"))),
        turn_back=(ESCAPE, _button(say("step.preflight.act"))),
        before_typing=((ENTER, _button(say("step.sign_in.act"))),),
        before_leaving=(("\x11", f" {say('ui.act_stay')} "), (TAB, "")),
        leave=ENTER,
        by_itself=(sys.executable, "-m", "ntuh_onboard", "demo", "--answers", "examples/answers.toml"),
    )

"""What is played: the wizard and the bare form, each as the keys that lead through the same moments."""

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

    last_box: stands in the part of the first screen that is painted last. first_key: typed as soon as it stands there;
    shown: whether that key has had its effect on the screen, told from the cells.
    before_turning, before_typing, before_leaving: (keys, what is then written) on the way.
    by_itself: the command that plays everything that the program has and then ends; empty where this run is all of it.
    turn, turn_back: the keys, and what stands in the last part of the step that they lead to. leave: the last key.
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


def wizard() -> Subject:
    """The practice wizard in its usual language; what is waited for comes from the catalogues."""
    site = hospital_profile.load()
    say = Texts(ZH_TW, site.words, site.hosts).say
    second = say("journey.portal_password")

    def second_is_chosen(emulator: Emulator) -> bool:
        found = emulator.find(second)
        return found is not None and emulator.row(found[0])[found[1]].bold

    return Subject(
        name="wizard",
        command=(sys.executable, "-m", "ntuh_onboard", "demo", "--lang", "zh-TW"),
        last_box=f"[ {say('ui.start')}",
        first_key="2",
        shown=second_is_chosen,
        before_turning=(
            ("1", say("journey.onboard")),
            (ENTER, f"[ {say('step.preflight.act')}"),
            (ENTER, ""),
        ),
        turn=(ENTER, f"[ {say('step.progress.act')}"),
        turn_back=(ESCAPE, f"[ {say('step.preflight.act')}"),
        before_typing=(
            (ENTER, f"[ {say('step.progress.act')}"),
            (ENTER, f"[ {say('step.sign_in.act')}"),
        ),
        before_leaving=(("\x11", f"[ {say('ui.act_stay')}"), (TAB, "")),
        leave=ENTER,
        by_itself=(sys.executable, "-m", "ntuh_onboard", "demo", "--answers", "examples/answers.toml"),
    )

"""Scenarios play themselves in the real screens, led by whoever stands before the class (J8.4)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from ntuh_onboard.backend.hospital.records import Record, find
from ntuh_onboard.screens.trainer.caption import clock
from ntuh_onboard.startup.exits import Exit
from ntuh_onboard.texts.languages import languages
from ntuh_onboard.training.pace import SHORTENED, Pace, length
from ntuh_onboard.training.recorder import Recorder
from ntuh_onboard.training.scenario_file import SHIPPED, Beat, ScenarioError, load
from tests.languages import EN, ZH_TW
from tests.long_cases import sparing
from tests.screens.student import SMALL, Student
from tests.training.show import FAST, begun, playing

ALL_MINUTES, STRAIGHT_MINUTES = 15, 5


@pytest.mark.parametrize("name", sparing(SHIPPED, {"straight", "lost_answer"}.__contains__))
async def test_each_shipped_scenario_comes_to_its_end(name: str) -> None:
    """The account is activated, under the name of the person it belongs to, and it takes about as long as it says."""
    scenario = load(name)
    async with playing(scenario) as show:
        before = _record(show.student)
        assert await show.end() == Exit.DONE
        after = _record(show.student)
        assert after.english_surname == before.english_surname
        assert before.english_given in ("", after.english_given)
        assert before.english_surname.lower() in after.alias.split(".")
        assert show.student.count("account.activate") == 1
        assert show.student.stage.waiting() == ()
        assert show.app.player.performance.at == len(scenario.beats) - 1
        assert show.pace.spent == pytest.approx(length(scenario, ZH_TW), rel=0.15)


def _record(student: Student) -> Record:
    """What the hospital knows of this student."""
    with student.practice.hospital.store.atomic() as unit:
        found = find(unit, student.persona.employee_id)
    assert found is not None
    return found


def test_all_shipped_scenarios_fit_into_a_lesson() -> None:
    """Together at most 15 minutes, the straight one at most 5."""
    for language in languages():
        lengths = {name: length(load(name), language) for name in SHIPPED}
        assert lengths["straight"] <= STRAIGHT_MINUTES * 60
        assert sum(lengths.values()) <= ALL_MINUTES * 60


async def test_length_and_keys_are_told_before_it_starts() -> None:
    """One press begins; until then nothing is typed."""
    scenario = load("straight")
    async with playing(scenario, led=True, speed=1) as show:
        student = show.student
        await student.until(lambda: student.shows("scenario.begin"), "the title")
        time = clock(length(scenario, ZH_TW))
        student.assert_shows("scenario.keys_told", "scenario.shortens", "scenario.length", time=time)
        assert student.sees(scenario.title[ZH_TW])
        assert not show.app.player.playing
        await student.press("enter")
        await show.beat(0)
        await student.until(lambda: student.sees(scenario.beats[0].caption[ZH_TW]), "the caption")
        assert student.calls.count("portal.sign_in") == 0


async def test_space_holds_and_right_goes_on() -> None:
    """Held: nothing happens, and it is said. Right: the rest of this beat takes no time."""
    async with playing(load("straight"), led=True, speed=1) as show:
        await begun(show)
        await show.beat(0)
        show.key("space")
        await show.student.until(lambda: show.line == "scenario.held", "that it is held")
        held = show.pace.spent
        await show.student.drawn()
        assert show.pace.spent == held
        for at in range(1, 5):
            show.key("right")
            await show.beat(at)
        assert show.line == "scenario.keys"
        assert show.student.count("portal.sign_in") == 1


async def test_r_repeats_this_beat_in_a_fresh_hospital() -> None:
    """What came before is done at once; the caption is the same."""
    async with playing(load("no_message"), led=True, speed=20) as show:
        await begun(show)
        await show.beat(5)
        before = show.app.front
        show.student.stage.rate(60)
        show.key("r")
        await show.student.until(lambda: show.app.front is not before, "fresh screens")
        again = "the same messages, sent once more"
        await show.student.until(lambda: show.student.count("account.send_code") == 2 and not show.pace.at_once, again)
        assert show.app.player.performance.at == 5
        assert show.student.clock.rate == 1
        show.pace.speed = FAST
        await show.student.until(lambda: show.app.player.over, "the end")
        assert show.student.count("account.activate") == 1
        assert show.line == "scenario.over"
        show.key("enter")
        assert await show.end() == Exit.DONE


async def test_left_goes_back_a_part_and_arrows_change_the_speed() -> None:
    """At a fresh hospital, as a repetition does; and no further than to the first part, the slowest, the fastest."""
    async with playing(load("straight"), led=True, speed=1) as show:
        await begun(show)
        show.key("right")
        await show.beat(1)
        show.key("left")
        await show.beat(0)
        show.key("left")
        await show.beat(0)
        for key, tempo in (
            ("up", "2"),
            ("up", "4"),
            ("up", "4"),
            *(("down", each) for each in ("2", "1", "0.5", "0.5")),
        ):
            show.key(key)
            await show.student.until(partial(show.student.sees, f" x{tempo} "), f"x{tempo}")


async def test_h_goes_on_by_hand() -> None:
    """The wizard's own lines are back, and a person finishes the journey."""
    async with playing(load("straight"), led=True, speed=20) as show:
        await begun(show)
        await show.beat(5)
        show.key("h")
        await show.student.until(lambda: not show.app.player.playing, "by hand")
        await show.student.ready()
        show.student.assert_shows("ui.desk_line_short", "ui.menu")
        await show.student.finish()


async def test_a_wait_is_shortened_and_said_to_be() -> None:
    """Two minutes pass for the hospital in three seconds; how long it really takes stands on the screen."""
    async with playing(load("expired_code"), led=True, speed=FAST) as show:
        await begun(show)
        await show.student.until(lambda: show.app.player.performance.at == 1, "the sending")
        show.pace.speed = 2
        before = show.student.clock.elapsed()
        await show.student.until(lambda: show.line == "scenario.shortened", "that it is shortened")
        show.student.assert_shows("scenario.shortened", time="2:03", shown=round(SHORTENED))
        show.pace.speed = FAST
        await show.student.until(lambda: show.app.player.over, "the end")
        assert show.student.clock.elapsed() - before >= 120


async def test_other_keys_reach_nobody_while_it_plays() -> None:
    """A key pressed by mistake does not get into a field."""
    async with playing(load("straight"), led=True, speed=30) as show:
        await begun(show)
        await show.beat(2)
        for key in ("x", "tab", "enter", "f2", "escape", "7"):
            show.key(key)
        show.pace.speed = FAST
        await show.student.until(lambda: show.app.player.over, "the end")
        assert show.student.count("account.activate") == 1


async def test_a_scenario_that_does_not_fit_stops_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its status tells a script; before a class, one may go on by hand."""
    monkeypatch.setattr("ntuh_onboard.training.answers_file.PATIENCE", 2.0)
    scenario = load("straight")
    wrong = replace(scenario, answers={**scenario.answers, "alias_again": "another.name"})
    async with playing(wrong) as show:
        assert await show.end() == Exit.UNFINISHED
    lost = replace(scenario, beats=(replace(scenario.beats[0], step="read_back_contact", types=False),))
    async with playing(lost, led=True) as show:
        await begun(show)
        await show.student.until(lambda: show.app.player.over, "that it is stuck")
        show.student.assert_shows("scenario.stuck")


CAPTION = 'zh-TW = "甲"\nen = "a"\n'
HEAD = f"[title]\n{CAPTION}[about]\n{CAPTION}"
NAME, LOST, CODE = (f'[[beat]]\nstep = "{step}"\n{CAPTION}' for step in ("alias", "read_back_activation", "enter_code"))
BEAT = HEAD + CODE


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (HEAD + '[answers]\nemployee = "1"', "employee"),
        (HEAD + "[answers]\nemployee_id = 104567", "employee_id"),
        ('journey = "elsewhere"\n' + HEAD, "elsewhere"),
        ("typing = 1000\n" + HEAD, "typing"),
        ("colour = 1\n" + HEAD, "colour"),
        ('[title]\nen = "a"\n', "title"),
        (HEAD + f'[[beat]]\nstep = "nowhere"\n{CAPTION}', "nowhere"),
        (HEAD + '[[beat]]\nstep = "done"\nen = "a"\n', "beat 1"),
        (HEAD + f'[[beat]]\nstep = "done"\n{CAPTION}arm = ["sulks"]\n', "sulks"),
        (HEAD + f'[[beat]]\nstep = "done"\n{CAPTION}wait = 1e9\n', "wait"),
        (HEAD + f'[[beat]]\nstep = "done"\n{CAPTION}says = 1\n', "says"),
        (HEAD + '[[beat]]\nstep = "done"\nen = "a"\nzh-TW = "' + "長" * 77 + '"\n', "room"),
        ("journey = ", "scenario.toml"),
        ('persona = "nobody"\n' + HEAD, "persona is 'nobody'.*old_phone"),
        ("switches = {nope = true}\n" + HEAD, "switches: there is no 'nope'.*asks_password"),
        ('switches = {inside = "false"}\n' + HEAD, "switches: inside: must be true or false"),
        ("switches = 1\n" + HEAD, r"switches: must be a table, as \[switches\]"),
        ('typing = "9"\n' + HEAD, "typing: must be a number"),
        (HEAD + '[beat]\nstep = "done"\n', r"\[\[beat\]\]"),
        (BEAT + 'arm = ["account.actvate=lost_before"]\n', "beat 1: arm: 'account.actvate'.*account.activate"),
        (BEAT + 'arm = "account.activate=lost"\n', "beat 1: arm: 'lost'.*lost_before"),
        (BEAT + "arm = 1\n", "beat 1: arm: must be texts"),
        (BEAT + 'act = "resned"\n', "beat 1: act: enter_code has no button 'resned'.*resend"),
        (BEAT + 'act = "picture"\n', "beat 1: act: enter_code has no button 'picture'"),
        (BEAT + 'type = "false"\n', "beat 1: type: must be true or false"),
        (BEAT + "pause = true\n", "beat 1: pause: must be a number"),
        (BEAT + "answers = {code = 1}\n", r"beat 1: \[answers\] code: must be a text"),
        ('journey = "contact"\n' + HEAD + NAME, "beat 1: .*'alias' in the journey 'contact'.*sign_in"),
        ('journey = "reset"\n' + HEAD + LOST, "beat 1: .*'read_back_activation' in the journey 'reset'"),
    ],
)
def test_a_file_that_cannot_be_used_names_what_is_wrong(tmp_path: Path, text: str, named: str) -> None:
    """The file, and the beat or the key (exit codes: configuration)."""
    path = tmp_path / "scenario.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match=named) as raised:
        load(str(path))
    assert "scenario.toml" in str(raised.value)


def test_an_unknown_name_lists_the_shipped_ones() -> None:
    """So that nobody has to look them up."""
    with pytest.raises(ScenarioError, match="lost_answer"):
        load("no_such_scenario")


def test_a_file_may_arm_any_fault_at_any_verb(tmp_path: Path) -> None:
    """Beside the drills of the panel."""
    path = tmp_path / "mine.toml"
    beat = f'[[beat]]\nstep = "done"\n{CAPTION}arm = ["account.activate=lost_before", "message_late"]\n'
    path.write_text(HEAD + beat, encoding="utf-8")
    assert load(str(path)).beats[0].arm == ("account.activate=lost_before", "message_late")


def test_a_button_that_is_named_for_a_journey_leads_to_its_steps(tmp_path: Path) -> None:
    """An account that is activated already leads to the reset; no other beat does."""
    path = tmp_path / "mine.toml"
    new = f'[[beat]]\nstep = "cloud_password"\n{CAPTION}'
    path.write_text(f'{BEAT}act = "reset"\n{new}', encoding="utf-8")
    assert [each.step for each in load(str(path)).beats] == ["enter_code", "cloud_password"]
    path.write_text(f'{BEAT}act = "resend"\n{new}', encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"beat 2: .*'cloud_password' in the journey 'onboard'"):
        load(str(path))


def test_a_caption_stands_as_long_as_it_takes_to_read() -> None:
    """Unless the file says how long; never shorter than one can look up."""
    words = {ZH_TW: "看" * 60, EN: "a"}
    assert Beat("done", words).stands(ZH_TW) > 10
    assert Beat("done", words).stands(EN) == 2.5
    assert Beat("done", words, pause=4).stands(ZH_TW) == 4


async def test_what_is_done_at_once_is_not_counted() -> None:
    """What is hurried through is: the viewer is then so much further in the whole."""
    pace = Pace(FAST)
    pace.at_once = True
    await pace.spend(30)
    assert pace.spent == 0
    pace.at_once, pace.hurried = False, True
    await pace.spend(30)
    assert pace.spent == 30


async def test_r_counts_from_where_this_part_began() -> None:
    """What is done at once on the way there is not counted, and more than the whole is never shown."""
    scenario = load("expired_code")
    async with playing(scenario, led=True, speed=FAST) as show:
        await begun(show)
        await show.student.until(lambda: show.app.player.over, "the end")
        ended = show.pace.spent
        show.key("r")
        await show.student.until(lambda: show.pace.at_once, "what comes before this part")
        began = show.pace.spent
        assert 0 < began < ended
        await show.student.until(lambda: not show.pace.at_once, "this part")
        await show.student.until(lambda: show.app.player.over, "the end once more")
        assert show.pace.spent == pytest.approx(ended, rel=0.05)


async def test_no_more_than_the_whole_is_shown() -> None:
    """A class that held a shortened wait for long does not read 1:44 of 1:10."""
    scenario = load("lost_answer")
    async with playing(scenario, led=True, speed=1) as show:
        await begun(show)
        await show.beat(0)
        whole = clock(length(scenario, ZH_TW))

        def at_its_end() -> bool:
            show.pace.spent = 2 * length(scenario, ZH_TW)
            show.app.player.look()  # as the timer that repaints does
            return show.student.sees(f"{whole}/{whole}")

        await show.student.until(at_its_end, "the whole")


async def test_a_recording_keeps_the_size_that_it_began_with() -> None:
    """It can have one only; when it has ended, the wizard takes the size that the window has by then."""
    recorder = Recorder(*SMALL, "")
    async with playing(load("straight"), speed=20, recorder=recorder) as show:
        await show.beat(1)
        await show.student.pilot.resize_terminal(100, 30)
        await show.beat(2)
        assert show.app.size == SMALL
        await show.app.player.hand_over()
        await show.student.until(lambda: show.app.size == (100, 30), "the window's own size")

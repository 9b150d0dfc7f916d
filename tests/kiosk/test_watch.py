"""A student's turn at the kiosk: how it begins, when it ends, and what it never ends amid (K-01 to K-06)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual.events import Key, MouseScrollDown, Paste

from ntuh_onboard.backend.stage import Fault
from ntuh_onboard.journey.steps import JOURNEYS
from ntuh_onboard.kiosk.attract import AttractScreen, Burst
from ntuh_onboard.kiosk.closed import RENEW_AFTER, ForgetCard
from ntuh_onboard.kiosk.seat import Turn
from ntuh_onboard.screens.dialogs.card import Card, Cover
from ntuh_onboard.screens.steps.start_view import StartScreen
from ntuh_onboard.startup.exits import Exit
from ntuh_onboard.texts.languages import languages
from tests.journey.walking import COMMITS
from tests.kiosk.seated import Seated, at_kiosk, seated
from tests.long_cases import sparing

COMMITTING = ("sign_in", "portal_password", "contact", "send_code", "enter_code", "alias_again")
INTERRUPTED = [(step, cause) for cause in ("idle", "stay") for step in COMMITTING]


def both(student: Seated, key: str) -> list[str]:
    return [student.scene.texts.with_language(each).say(key) for each in languages()]


async def later(student: Seated, seconds: int) -> None:
    """So much later somebody has typed all the time."""
    student.idle.jump(seconds)
    student.app._idle.again()
    student.kiosk._repaint()
    await student.ready()


async def test_the_screen_that_waits_speaks_both_languages_and_loops() -> None:
    """Every mark of the way is lit in turn; a key starts, and is told to the supervisor."""
    async with at_kiosk() as student:
        for key in ("ui.product", "kiosk.way", "kiosk.any_key", "rail.prepare", "rail.done", "ui.practice_banner"):
            assert student.sees(both(student, key)[0]), key
        for key in ("kiosk.any_key", "rail.prepare", "rail.done", "ui.practice_banner"):
            assert student.sees(both(student, key)[1]), key
        seen = set()
        for _ in range(8):
            seen.add(next(each.strip() for each in student.screen_text().splitlines() if "▸" in each))
            student.attract._next_mark()
            await student.drawn()
        assert len(seen) == 8
        await student.press("x")
        assert isinstance(student.app.screen, StartScreen)
        assert student.seat.heard() == ["ready", "started"]


@pytest.mark.parametrize("key", ["tab", "enter", "escape", "ctrl+q", "f1", "space", "ctrl+c", "A"])
async def test_any_key_starts(key: str) -> None:
    """Also those that mean something later."""
    async with at_kiosk() as student:
        await student.press(key)
        assert isinstance(student.app.screen, StartScreen)
        assert student.app.return_value is None


async def test_keys_of_somebody_else_start_nothing() -> None:
    """What was typed before the screen stood, and what follows it within a second, was meant for another one."""
    now = [0.0]
    burst = Burst(lambda: now[0])
    assert not burst.take(), "the screen does not stand yet"
    burst.opened()
    for _ in range(20):
        now[0] += 0.9
        assert not burst.over
        assert not burst.take(), "it is still the same burst"
    now[0] += 1.0
    assert burst.over
    assert burst.take()


async def test_a_burst_that_the_supervisor_saw_is_not_over_yet() -> None:
    """The key right behind it starts nothing."""
    async with at_kiosk(turn=Turn(burst=True, down=False)) as student:
        await student.press("x")
        assert isinstance(student.app.screen, AttractScreen)


async def test_a_paste_starts_nothing() -> None:
    """Nor does the key behind it."""
    async with at_kiosk() as student:
        student.app.post_message(Paste("104567"))
        await student.press("x")
        assert isinstance(student.app.screen, AttractScreen)


@pytest.mark.parametrize(
    ("step", "seconds"), [("preflight", 120), ("sign_in", 240), ("regulations", 240), ("contact", 120)]
)
async def test_silence_warns_a_key_goes_on_and_more_silence_ends(step: str, seconds: int) -> None:
    """At each step after its own time; ten times a key goes on (T-08)."""
    async with at_kiosk(step) as student:
        for _ in range(10):
            await student.silence(seconds)
            student.assert_shows("ui.cover_warning", seconds=30)
            await student.press("enter")
            assert not isinstance(student.app.screen, Cover)
        await student.silence(seconds + 29)
        assert student.app.return_value is None
        await student.silence(1)
        assert await student.ended() == Exit.UNFINISHED


async def test_before_anything_is_chosen_silence_ends_too() -> None:
    """The next one finds the first screen."""
    async with at_kiosk() as student:
        await student.silence(1000)
        assert isinstance(student.app.screen, AttractScreen)
        await student.press("x")
        await student.silence(149)
        assert student.app.return_value is None
        await student.silence(1)
        assert await student.ended() == Exit.UNFINISHED


async def test_scrolling_is_no_silence() -> None:
    """Who reads the regulations with the wheel alone is there."""
    async with at_kiosk("regulations") as student:
        await student.silence(239)
        scroll = MouseScrollDown(None, x=10, y=10, delta_x=0, delta_y=1, button=0, shift=False, meta=False, ctrl=False)
        student.app.post_message(scroll)
        await student.ready()
        await student.silence(239)
        assert not isinstance(student.app.screen, Cover)


async def test_waiting_for_a_code_covers_and_waits_longer() -> None:
    """Personal data is masked after a minute; the end comes only after two lives of a code."""
    async with at_kiosk("enter_code") as student:
        await student.silence(60)
        assert isinstance(student.app.screen, Cover)
        for personal in (student.persona.phone, student.persona.employee_id, student.persona.name):
            assert not student.sees(personal)
        await student.silence(209)
        assert student.app.return_value is None
        await student.silence(1)
        assert await student.ended() == Exit.UNFINISHED


@pytest.mark.parametrize(("step", "cause"), sparing(INTERRUPTED, INTERRUPTED[::5].__contains__))
async def test_a_commit_in_flight_is_never_interrupted(step: str, cause: str) -> None:
    """It ends first, its result stands for half a minute, and only then the student is forgotten (K-05)."""
    async with at_kiosk(step) as student:
        with student.holding(COMMITS[step]):
            await student.fill(wait=False)
            await student.until(lambda: COMMITS[step] in student.calls, "the commit")
            if cause == "stay":
                student.idle.jump(44 * 60)
                student.app._idle.again()
                student.idle.jump(60)
            else:
                student.idle.jump(300)
            for _ in range(3):
                student.kiosk._repaint()
            assert student.app.return_value is None
            assert not student.count(COMMITS[step])
        await student.until(lambda: not student.app.lock.busy, "the answer")
        student.kiosk._repaint()
        await student.drawn()
        assert student.count(COMMITS[step]) == 1
        assert not isinstance(student.app.screen, Cover), "the result is seen"
        student.kiosk._repaint()
        assert student.status == "kiosk.receipt"
        student.idle.jump(29)
        student.kiosk._repaint()
        assert student.app.return_value is None
        student.idle.jump(1)
        student.kiosk._repaint()
        assert await student.ended() == Exit.UNFINISHED
        assert student.count(COMMITS[step]) == 1


async def test_a_second_commit_while_the_first_ones_result_stands_is_not_interrupted_either() -> None:
    """Somebody types on at the end of the longest time: that result stands for half a minute too (K-05)."""
    second = COMMITS["contact"]
    async with at_kiosk("portal_password") as student:
        with student.holding(COMMITS["portal_password"]):
            await student.fill(wait=False)
            await student.until(lambda: COMMITS["portal_password"] in student.calls, "the commit")
            student.idle.jump(44 * 60)
            student.app._idle.again()
            student.idle.jump(60)
            student.kiosk._repaint()
        await student.until(lambda: not student.app.lock.busy, "the answer")
        student.kiosk._repaint()
        with student.holding(second):
            await student.fill(wait=False)
            await student.until(lambda: second in student.calls, "the second commit")
            student.idle.jump(31)
            for _ in range(3):
                student.kiosk._repaint()
            assert student.app.return_value is None
        await student.until(lambda: not student.app.lock.busy, "the second answer")
        for seconds in (0, 29):
            student.idle.jump(seconds)
            student.kiosk._repaint()
            student.kiosk._repaint()
            assert student.status == "kiosk.receipt"
            assert student.app.return_value is None
        student.idle.jump(1)
        student.kiosk._repaint()
        assert await student.ended() == Exit.UNFINISHED
        assert student.count(second) == 1


async def test_who_is_back_in_time_goes_on_after_the_receipt() -> None:
    """A key while the result stands, where only silence had been too long."""
    async with at_kiosk("portal_password") as student:
        with student.holding("portal.change_password"):
            await student.fill(wait=False)
            await student.until(lambda: "portal.change_password" in student.calls, "the commit")
            student.idle.jump(200)
            student.kiosk._repaint()
        await student.until(lambda: not student.app.lock.busy, "the answer")
        student.kiosk._repaint()
        student.idle.jump(1)
        await student.press("tab")
        await student.silence(100)
        assert student.app.return_value is None


async def test_a_lost_answer_is_said_to_be_unknown_before_the_end() -> None:
    """Never done, never left unsaid (R-01)."""
    async with at_kiosk("portal_password") as student:
        student.stage.inject("portal.change_password", Fault.LOST_AFTER)
        student.stage.inject("portal.sign_in_page", Fault.DOWN, 9)
        with student.holding("portal.change_password"):
            await student.fill(wait=False)
            await student.until(lambda: "portal.change_password" in student.calls, "the commit")
            student.idle.jump(200)
            student.kiosk._repaint()
        await student.until(lambda: not student.app.lock.busy, "the answer")
        student.kiosk._repaint()
        await student.drawn()
        assert student.journey.lost == "portal_password"
        assert student.app.return_value is None
        assert "portal_password" not in student.journey.done


async def test_the_longest_stay_is_announced_and_extended_once() -> None:
    """Two minutes before; the second time there is nothing to press but close."""
    async with at_kiosk("preflight") as student:
        await later(student, 43 * 60)
        student.assert_shows("kiosk.closing_text", minutes=45)
        await student.button("extend")
        assert not isinstance(student.app.screen, Card)
        await later(student, 15 * 60)
        student.assert_shows("kiosk.closing_text", minutes=60)
        assert not student.app.screen.query("#extend")
        await later(student, 121)
        assert await student.ended() == Exit.UNFINISHED


async def test_a_computer_that_slept_forgets_who_was_there() -> None:
    """The clock goes on in sleep; the first look after it ends the turn, whatever key woke it."""
    async with at_kiosk("contact") as student:
        student.kiosk._repaint()
        student.idle.jump(7200)
        student.app._idle.touched()
        student.kiosk._repaint()
        assert await student.ended() == Exit.UNFINISHED


@pytest.mark.parametrize("step", sparing(JOURNEYS["onboard"][1:-1], JOURNEYS["onboard"][::3].__contains__))
async def test_forget_me_is_on_every_step_and_asked_once(step: str) -> None:
    """By its button and by its key, also over another card; Enter stays, the second button means it."""
    async with at_kiosk(step) as student:
        assert student.sees(student.scene.say("ui.forget"))
        await student.press("ctrl+q")
        assert isinstance(student.app.screen, ForgetCard)
        await student.press("enter")
        assert student.app.screen is student.view.screen
        await student.press("f1", "ctrl+q", "ctrl+q")
        assert sum(isinstance(each, ForgetCard) for each in student.app.screen_stack) == 1
        await student.button("forget")
        assert await student.ended() == Exit.UNFINISHED
        assert not student.scene.walk.held.all()


async def test_forget_me_works_from_the_cover_too() -> None:
    """Its key is the same."""
    async with at_kiosk("contact") as student:
        await student.silence(60)
        await student.press("ctrl+q")
        assert isinstance(student.app.screen, ForgetCard)


async def test_no_file_and_nothing_else_is_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither picture nor summary can be saved, and asking for it by name does nothing (S-07, K-03)."""
    monkeypatch.chdir(tmp_path)
    async with at_kiosk("sign_in") as student:
        assert not student.app.screen.query("#savepicture-sign_in")
        for act in ("savepicture", "savesummary", "practise"):
            student.app.action_act(act)
        student.app.open_url("http://portal.example.org")
        student.app.copy_to_clipboard("104567")
        await student.app.action_quit()
        student.app.action_help_quit()
        student.app.action_screenshot()
        await student.ready()
        assert student.app.return_value is None
        assert student.app.clipboard == ""
    assert not os.listdir(tmp_path)  # noqa: PTH208  # the app is gone, nothing waits


async def test_the_summary_has_no_button_to_save_it() -> None:
    """It can be read."""
    async with at_kiosk("done") as student:
        student.app.action_act("summary")
        await student.ready()
        assert isinstance(student.app.screen, Card)
        assert not student.app.screen.query("#savesummary")


async def test_where_the_journey_is_is_told_and_nothing_else() -> None:
    """Steps, numbers, the end; each once."""
    async with at_kiosk() as student:
        student.seat.heard()
        await student.press("x", "enter")
        await student.at("preflight")
        student.answers["portal_password"] = "Wrong-99-again"
        for step in ("preflight", "sign_in"):
            assert student.step == step
            await student.fill()
            student.kiosk._repaint()
        del student.answers["portal_password"]
        student.answers["portal_password"] = student._password_of_now()
        await student.walk("done")
        student.kiosk._repaint()
        told = student.seat.heard()
        assert told[0] == "started"
        assert "at sign_in" in told
        assert [each for each in told if each.startswith("error E-2")]
        assert told[-2:] == ["at done", "finished"]


async def test_nobody_is_asked_in_vain_while_it_leaves() -> None:
    """The line to the sites closes then, and takes no question: that would end the wizard as by a fault."""
    async with at_kiosk(practice=False) as student:
        student.app._leaving = True
        student.app.lane.close()
        student.idle.jump(300)
        student.kiosk._repaint()
        await student.drawn()


async def test_out_of_service_says_so_takes_no_key_and_comes_back() -> None:
    """「系統暫停服務」 in both languages, from the process before or from its own question; never the demo."""
    away = (("account.reach", Fault.MAINTENANCE),)
    async with at_kiosk(practice=False, turn=Turn(burst=False, down=True), faults=away) as student:
        for said in both(student, "kiosk.out_of_service"):
            assert student.sees(said)
        assert student.sees("系統暫停服務")
        await student.press("x", "enter", "1")
        assert isinstance(student.app.screen, AttractScreen)
        student.kiosk._repaint()
        await student.until(lambda: "account.reach" in student.calls, "a question")
        await student.until(lambda: student.attract._probe and student.attract._probe._asked is None, "the answer")
        assert not student.attract.in_service
        student.idle.jump(15)
        student.kiosk._repaint()
        await student.until(lambda: student.calls.count("account.reach") > 1, "another question")

        def served() -> bool:
            student.kiosk._repaint()
            return student.attract.in_service

        await student.until(served, "the service")
        await student.until(lambda: student.attract.burst.over, "the end of the burst that nobody was to see")
        student.kiosk._repaint()
        await student.drawn()
        assert student.sees(both(student, "kiosk.any_key")[0])
        assert sorted(student.seat.heard()) == ["ready", "up"], "in either order"
        await student.press("x")
        assert isinstance(student.app.screen, StartScreen)
        assert student.scene.stage is None


async def test_a_real_hospital_away_offers_no_practice() -> None:
    """The list of what must be in hand says that the sites are away, and has no button to practise (never the demo)."""
    async with at_kiosk(practice=False) as student:
        await student.press("x")
        student.stage.inject("portal.reach", Fault.DOWN, 9)
        await student.press("enter")
        await student.at("preflight")
        button = student.app.screen.query_one("#practise-preflight")
        assert not button.display
        student.app.action_act("practise")
        await student.ready()
        assert student.scene.stage is None
        assert student.step == "preflight"


async def test_a_process_that_nobody_touched_makes_room_for_a_fresh_one() -> None:
    """Dates, certificates and profile are then those of now."""
    async with at_kiosk() as student:
        student.idle.jump(RENEW_AFTER)
        student.kiosk._repaint()
        assert student.app.return_value is None
        student.idle.jump(1)
        student.kiosk._repaint()
        assert await student.ended() == Exit.DONE


async def test_without_a_supervisor_nobody_is_served() -> None:
    """Nobody would clean up after them."""
    async with at_kiosk("contact") as student:
        os.close(student.seat.giving)
        student.seat.giving = os.open(os.devnull, os.O_RDONLY)
        assert await student.ended() == Exit.HANGUP


async def test_before_the_turn_nothing_is_told_and_nothing_is_asked() -> None:
    """It waits."""
    student = seated(practice=False)
    async with student.app.run_test() as student.pilot:
        await student.until(lambda: isinstance(student.app.screen, AttractScreen), "the first screen")
        student.kiosk._repaint()
        student.app.post_message(_key())
        await student._drained()
        assert isinstance(student.app.screen, AttractScreen)
        assert not student.seat.heard()
        assert not student.calls
    student.seat.close()


def _key() -> Key:
    return Key("x", "x")

"""The contents of the cards: help for this step, the help desk, the browser, the menu."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from ntuh_onboard.backend.protocol import Landing, Outcome, Purpose, Regulations
from ntuh_onboard.common.errors import BackendError, UnexpectedPage
from ntuh_onboard.common.safe_text import safe_line
from ntuh_onboard.journey.state import Journey, Sending
from ntuh_onboard.journey.step import Need, Step
from ntuh_onboard.journey.summary import lines
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.journey_words import practice_done
from ntuh_onboard.screens.base.phone_screen import screen
from ntuh_onboard.screens.base.refusals import code_of, desk_for
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.base.script_made import script_lines

_LONGEST = 80
Line = tuple[str, dict[str, object]]
_SENT: Mapping[Sending | None, str] = {
    Sending.UNKNOWN: "ui.browser_unknown",
    Sending.NOT_DONE: "ui.browser_not_done",
}


@dataclass(frozen=True, slots=True)
class Content:
    """What a card shows.

    Attributes:
        title: the key of its title.
        lines: the keys of its sentences, with their values.
        buttons: the acts of its buttons.
        labels: the keys of labels other than the acts' own.
        parted: the acts before which a row stays empty, where the buttons stand one under the other.
        steady: whether it takes no key until it was shown for a moment.

    """

    title: str
    lines: tuple[Line, ...]
    buttons: tuple[ButtonAct, ...] = (ButtonAct.CLOSE,)
    labels: Mapping[ButtonAct, str] = field(default_factory=dict)
    parted: frozenset[ButtonAct] = frozenset()
    steady: bool = False


def help_card(scene: Scene, step: Step) -> Content:
    """Make the card for F1: what this step is, what to do if it goes wrong, and which help desk to go to (J0.6)."""
    return Content(
        "ui.help_title",
        ((f"step.{step.id}.help", {}),),
        _allowed(scene, ButtonAct.CLOSE, *_browser(scene, step), ButtonAct.DESK),
    )


def start_help_card() -> Content:
    """Make the card for F1 on the first screen."""
    return Content("ui.help_title_start", (("ui.start_help", {}),))


def desk_card(scene: Scene, step: Step, error: BackendError | None) -> Content:
    """Make a card to show or read aloud: step, number, time, and what a page lacks; no personal data (J0.6)."""
    when = scene.clock.now().strftime("%Y/%m/%d %H:%M")
    number = code_of(step, error) if error is not None else ""
    place: Line = (
        "ui.desk_card",
        {"step": lambda: scene.say(f"rail.{step.rail}"), "code": number or "-", "time": when},
    )
    line = scene.outside_line
    outside: tuple[Line, ...] = (("ui.outside_line", {"number": line}),) if line else ()
    return Content("ui.desk_title", (*_door(desk_for(step, error)), *outside, place, *_looked_for(error)))


def _looked_for(error: BackendError | None) -> tuple[Line, ...]:
    """Return, for those who mend the profile, what was looked for on the page, and how many were there."""
    if not (isinstance(error, UnexpectedPage) and error.looked_for):
        return ()
    return (("ui.desk_looked_for", {"words": safe_line(error.looked_for, _LONGEST), "count": error.found}),)


def _door(door: str) -> tuple[Line, ...]:
    return tuple((f"desk.{door}.{part}", {}) for part in ("title", "say_zh", "say_pinyin", "say_en"))


def questions_card(scene: Scene) -> Content:
    """Make a card with the site's questions and answers, in its own words (J4.2)."""
    page = scene.walk.journey.loaded(Regulations)
    asked = page.questions if page is not None else ()
    return Content(
        "ui.questions_title", tuple(("", {"plain": f"{question}\n{answer}\n"}) for question, answer in asked)
    )


def browser_card(scene: Scene) -> Content:
    """Make a card: address, menu path and buttons of the real pages, what was sent, and how to return (J0.7)."""
    journey = scene.walk.journey
    buttons = (ButtonAct.CLOSE, ButtonAct.BY_HAND)
    before: tuple[Line, ...] = (("ui.browser_prove_there", {}),) if _proof_is_here(journey) else ()
    after: tuple[Line, ...] = (("ui.browser_code_there", {}),) if journey.begun_by_hand else ()
    steps = tuple(_list_of(scene, journey.scripted_here or (journey.at,)))
    made: tuple[Line, ...] = tuple(script_lines(journey, journey.scripted_here))
    practice: tuple[Line, ...] = (("ui.browser_practice", {}),) if scene.hidden_doors else ()
    told = (*practice, *made, *before, *steps, *after, (_sent(journey), {}))
    lines = tuple((key, {**values, **_entry(scene)}) for key, values in told)
    return Content("ui.browser_title", lines, buttons, steady=True)


def has_page(scene: Scene, step: Step) -> bool:
    """Return whether to offer the browser for this step: in practice not where the hospital has no page of it."""
    paged = step.submit is not None or step.needs is not Need.NOTHING or step.sealed
    return paged or not scene.practice


def _browser(scene: Scene, step: Step) -> tuple[ButtonAct, ...]:
    return (ButtonAct.BROWSER,) if has_page(scene, step) else ()


def _list_of(scene: Scene, steps: Sequence[str]) -> Iterator[Line]:
    """Yield what is to be pressed, step by step; each with its title if there are several."""
    for each in steps:
        if len(steps) > 1:
            yield "ui.browser_part", {"title": partial(scene.say, f"step.{each}.title")}
        yield f"step.{each}.browser", {}


def _sent(journey: Journey) -> str:
    """Return the sentence about what this program has sent: "nothing" is said only if that is known."""
    if journey.at in journey.done and journey.at not in journey.by_hand:
        return "ui.browser_done" if journey.step.submit is not None else "ui.browser_not_sent"
    return _SENT.get(journey.sent.get(journey.at), "ui.browser_not_sent")


def did_card(scene: Scene, shown: Outcome) -> Content:
    """Make the card that asks once more, by name, what the student has done; `shown`: what the hospital shows."""
    journey = scene.walk.journey
    told: Line = ("ui.did_not_seen" if shown is Outcome.NOT_DONE else "ui.did_text", {})
    done: tuple[Line, ...] = tuple((f"did.{each}", {}) for each in journey.scripted_here or (journey.at,))
    buttons = (ButtonAct.CLOSE, ButtonAct.DID)
    return Content("ui.did_title", (told, *done), buttons, {ButtonAct.DID: "ui.act_did"}, steady=True)


def _entry(scene: Scene) -> dict[str, object]:
    """Name the reset's link: two links of the account site lead to the proof, and sentences name the other (J8.1)."""
    resets = scene.walk.journey.purpose is Purpose.RESET
    return {"word_activate_entry": lambda: scene.texts.word("reset_entry")} if resets else {}


def _proof_is_here(journey: Journey) -> bool:
    """Return whether the account site knows the student through this program, and not yet through the browser."""
    begun_here = journey.step.gives is Need.PROOF and not journey.begun_by_hand
    return begun_here or (journey.step.needs is Need.PROOF and Need.PROOF in journey.have)


def summary_card(scene: Scene) -> Content:
    """Make a card with the summary, which is saved, and deleted again, only if the student wants it (J7.2)."""
    told = lines(scene.walk.journey, scene.say, portal_known=scene.walk.held.knew_portal, practice=scene.practice)
    head: tuple[Line, ...] = ((practice_done(scene.walk.journey), {}),) if scene.practice else ()
    kept: tuple[Line, ...] = (("ui.take_or_delete", {"path": scene.saved}),) if scene.saved else ()
    return Content(
        "ui.summary_title",
        (*head, ("", {"plain": "\n".join(told)}), *kept),
        _allowed(scene, ButtonAct.CLOSE, ButtonAct.DELETE_SUMMARY if kept else ButtonAct.SAVE_SUMMARY),
    )


def menu_card(scene: Scene) -> Content:
    """Make the menu of all acts that are not steps; wiping is not next to switching the language."""
    return Content(
        "ui.menu_title",
        (),
        _allowed(
            scene,
            ButtonAct.LANGUAGE,
            ButtonAct.THEME,
            ButtonAct.COVER,
            ButtonAct.HELP,
            *_browser(scene, scene.walk.journey.step),
            ButtonAct.DESK,
            ButtonAct.HAND,
            ButtonAct.NOTICES,
            ButtonAct.CLOSE,
            ButtonAct.LEAVE,
            ButtonAct.TRAINER,
        ),
        labels={ButtonAct.CLOSE: "ui.menu_close", ButtonAct.LEAVE: "ui.menu_leave"},
        parted=frozenset({ButtonAct.HELP, ButtonAct.CLOSE, ButtonAct.TRAINER}),
    )


def leave_card() -> Content:
    """Make the question before leaving."""
    return Content("ui.leave_title", (("ui.leave_text", {}),), (ButtonAct.STAY, ButtonAct.LEAVE_NOW))


def contact_card() -> Content:
    """Make the question before the journey to the contact details ends the present one."""
    return Content("ui.contact_title", (("ui.contact_text", {}),), (ButtonAct.STAY, ButtonAct.CONTACT_DETAILS))


def _allowed(scene: Scene, *acts: ButtonAct) -> tuple[ButtonAct, ...]:
    return tuple(each for each in acts if scene.allows(each))


def notices_card(scene: Scene) -> Content | None:
    """Make a card with the notices shown after sign-in (J1.6); None if there are none."""
    landing = scene.walk.journey.told(Landing)
    notices = landing.notices if landing is not None else ()
    rows: tuple[Line, ...] = tuple(("", {"plain": f"{each.day}  {each.text}".strip()}) for each in notices)
    return Content("ui.notices_title", rows) if rows else None


def phone_card(scene: Scene) -> Content | None:
    """Make a card with the simulated phone, if there is no room for it beside the step; None for a real hospital."""
    if scene.stage is None or scene.persona is None:
        return None
    told = screen(scene, scene.stage, scene.persona)
    return Content("ui.phone", (("", {"plain": told.plain}),))

"""What stands on the cards: help for this step, the help desk, the browser, the menu."""

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
from ntuh_onboard.screens.base.refusals import code_of, desk_for
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.base.script_made import script_lines
from ntuh_onboard.screens.widgets.phone import screen

_LONGEST = 80
Line = tuple[str, dict[str, object]]
_SENT: Mapping[Sending | None, str] = {
    Sending.UNKNOWN: "ui.browser_unknown",
    Sending.NOT_DONE: "ui.browser_not_done",
}


@dataclass(frozen=True, slots=True)
class Content:
    """A card's title, its lines (key of a sentence and its values), and the acts of its buttons.

    labels: keys of other labels than the acts' own. steady: it takes no key until it has stood for a moment.
    """

    title: str
    lines: tuple[Line, ...]
    buttons: tuple[ButtonAct, ...] = (ButtonAct.CLOSE,)
    labels: Mapping[ButtonAct, str] = field(default_factory=dict)
    steady: bool = False


def help_card(scene: Scene, step: Step) -> Content:
    """F1: what this step is, what if it goes wrong, and the right door of the help desk (J0.6)."""
    return Content(
        "ui.help_title",
        ((f"step.{step.id}.help", {}),),
        (ButtonAct.CLOSE, ButtonAct.BROWSER, ButtonAct.DESK),
    )


def desk_card(scene: Scene, step: Step, error: BackendError | None) -> Content:
    """A card to show or read aloud: step, number, time, and what a page lacks; no personal data (J0.6)."""
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
    """For whoever mends the profile: what was looked for on the page, and how many were there."""
    if not (isinstance(error, UnexpectedPage) and error.looked_for):
        return ()
    return (("ui.desk_looked_for", {"words": safe_line(error.looked_for, _LONGEST), "count": error.found}),)


def _door(door: str) -> tuple[Line, ...]:
    return tuple((f"desk.{door}.{part}", {}) for part in ("title", "say_zh", "say_pinyin", "say_en"))


def questions_card(scene: Scene) -> Content:
    """The site's own questions and answers, as it words them (J4.2)."""
    page = scene.walk.journey.loaded(Regulations)
    asked = page.questions if page is not None else ()
    return Content(
        "ui.questions_title", tuple(("", {"plain": f"{question}\n{answer}\n"}) for question, answer in asked)
    )


def browser_card(scene: Scene) -> Content:
    """Address, menu path and button words of the real pages; what was sent so far; and the way back in (J0.7)."""
    journey = scene.walk.journey
    buttons = (ButtonAct.CLOSE, ButtonAct.BY_HAND)
    before: tuple[Line, ...] = (("ui.browser_prove_there", {}),) if _proof_is_here(journey) else ()
    after: tuple[Line, ...] = (("ui.browser_code_there", {}),) if journey.begun_by_hand else ()
    steps = tuple(_list_of(scene, journey.scripted_here or (journey.at,)))
    made: tuple[Line, ...] = tuple(script_lines(journey, journey.scripted_here))
    told = (*made, *before, *steps, *after, (_sent(journey), {}))
    lines = tuple((key, {**values, **_entry(scene)}) for key, values in told)
    return Content("ui.browser_title", lines, buttons, steady=True)


def _list_of(scene: Scene, steps: Sequence[str]) -> Iterator[Line]:
    """What is to be pressed, step by step; each with its title where there are several."""
    for each in steps:
        if len(steps) > 1:
            yield "ui.browser_part", {"title": partial(scene.say, f"step.{each}.title")}
        yield f"step.{each}.browser", {}


def _sent(journey: Journey) -> str:
    """The sentence on what this program has sent of the step: that it was nothing is said only where it is known."""
    if journey.at in journey.done and journey.at not in journey.by_hand:
        return "ui.browser_done" if journey.step.submit is not None else "ui.browser_not_sent"
    return _SENT.get(journey.sent.get(journey.at), "ui.browser_not_sent")


def did_card(scene: Scene, shown: Outcome) -> Content:
    """The second act: it names what the student says to have done. shown: what the hospital shows of it."""
    journey = scene.walk.journey
    told: Line = ("ui.did_not_seen" if shown is Outcome.NOT_DONE else "ui.did_text", {})
    done: tuple[Line, ...] = tuple((f"did.{each}", {}) for each in journey.scripted_here or (journey.at,))
    buttons = (ButtonAct.CLOSE, ButtonAct.DID)
    return Content("ui.did_title", (told, *done), buttons, {ButtonAct.DID: "ui.act_did"}, steady=True)


def _entry(scene: Scene) -> dict[str, object]:
    """The same proof stands behind two links of the account site; sentences name that of the activation (J8.1)."""
    resets = scene.walk.journey.purpose is Purpose.RESET
    return {"word_activate_entry": lambda: scene.texts.word("reset_entry")} if resets else {}


def _proof_is_here(journey: Journey) -> bool:
    """Whether the account site knows this program for the student, and not the browser yet."""
    begun_here = journey.step.gives is Need.PROOF and not journey.begun_by_hand
    return begun_here or (journey.step.needs is Need.PROOF and Need.PROOF in journey.have)


def summary_card(scene: Scene) -> Content:
    """The summary, to be read, and saved only on the student's wish (J7.2)."""
    told = lines(scene.walk.journey, scene.say, portal_known=scene.walk.held.knew_portal)
    head: tuple[Line, ...] = (("ui.practice_done", {}),) if scene.practice else ()
    return Content(
        "ui.summary_title",
        (*head, ("", {"plain": "\n".join(told)})),
        _allowed(scene, ButtonAct.CLOSE, ButtonAct.SAVE_SUMMARY),
    )


def menu_card(scene: Scene) -> Content:
    """Every act that is no step, in one place; wiping is not beside switching the language."""
    return Content(
        "ui.menu_title",
        (),
        _allowed(
            scene,
            ButtonAct.LANGUAGE,
            ButtonAct.HELP,
            ButtonAct.BROWSER,
            ButtonAct.DESK,
            ButtonAct.NOTICES,
            ButtonAct.COVER,
            ButtonAct.TRAINER,
            ButtonAct.CLOSE,
            ButtonAct.LEAVE,
        ),
    )


def leave_card() -> Content:
    """Asked once before leaving."""
    return Content("ui.leave_title", (("ui.leave_text", {}),), (ButtonAct.STAY, ButtonAct.LEAVE_NOW))


def _allowed(scene: Scene, *acts: ButtonAct) -> tuple[ButtonAct, ...]:
    return tuple(each for each in acts if scene.allows(each))


def notices_card(scene: Scene) -> Content | None:
    """Notices shown after sign-in (J1.6); None where there are none."""
    landing = scene.walk.journey.told(Landing)
    notices = landing.notices if landing is not None else ()
    rows: tuple[Line, ...] = tuple(("", {"plain": f"{each.day}  {each.text}".strip()}) for each in notices)
    return Content("ui.notices_title", rows) if rows else None


def phone_card(scene: Scene) -> Content | None:
    """The simulated phone where there is no room for it beside the step; None for a real hospital."""
    if scene.stage is None or scene.persona is None:
        return None
    told = screen(scene, scene.stage, scene.persona)
    return Content("ui.phone", (("", {"plain": told.plain}),))

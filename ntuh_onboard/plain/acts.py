"""What each act does in line prompts, and what the menu offers at which step; nothing else decides it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Protocol

from ntuh_onboard.backend.protocol import Outcome, SiteState
from ntuh_onboard.common.errors import ConsentAsked
from ntuh_onboard.journey import moves
from ntuh_onboard.journey.journeys import MENDS_PHONE
from ntuh_onboard.journey.step import Look
from ntuh_onboard.journey.tables import ways_on
from ntuh_onboard.plain import step_facts
from ntuh_onboard.plain.cards import show_card
from ntuh_onboard.plain.own_code import make_code
from ntuh_onboard.plain.person import Elsewhere, Left
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.saved_files import picture_saved, summary_deleted, summary_saved
from ntuh_onboard.screens.base.site_states import sites_of
from ntuh_onboard.screens.dialogs import card_contents
from ntuh_onboard.startup.exits import Exit
from ntuh_onboard.texts.languages import after

if TYPE_CHECKING:
    from ntuh_onboard.journey.step import Step
    from ntuh_onboard.plain.front import Front
    from ntuh_onboard.plain.talk import Talk
    from ntuh_onboard.screens.base.scene import Scene


class Wizard(Protocol):
    """What the acts need of the wizard."""

    @property
    def talk(self) -> Talk:
        """What is told and asked."""

    @property
    def front(self) -> Front:
        """The present journey."""

    async def menu(self) -> None:
        """Offer everything that can be done here beside answering."""

    async def change(self, journey: str) -> None:
        """Sign out, and begin another journey."""

    async def practise(self) -> None:
        """Switch from the real hospital to practice."""


Doing = Callable[[Wizard], Awaitable[None]]
Making = Callable[["Scene", "Step", "Front"], card_contents.Content | None]


async def do(wizard: Wizard, act: ButtonAct) -> None:
    """Do an act if it is allowed here; an act that moves the journey raises Elsewhere."""
    if wizard.talk.scene.allows(act) and act in ACTS:
        await ACTS[act](wizard)


def _card(content: Making) -> Doing:
    """Return what tells a card about the present step, and does the act that it is answered with."""

    async def shows(wizard: Wizard) -> None:
        front = wizard.front
        answer = await show_card(wizard.talk, content(wizard.talk.scene, front.step, front), front.step.id)
        if answer is not None:
            await do(wizard, answer)

    return shows


def _front(does: Callable[[Front], Awaitable[None]]) -> Doing:
    return lambda wizard: does(wizard.front)


def _journey(name: str) -> Doing:
    return lambda wizard: wizard.change(name)


def _desk(scene: Scene, step: Step, front: Front) -> card_contents.Content:
    journey = scene.walk.journey
    return card_contents.desk_card(scene, journey.step if journey.lost else step, front.error)


async def _anew(front: Front) -> None:
    raise Elsewhere


async def _agree(front: Front) -> None:
    """Give the consent that was just told in the page's own words; the step is sent again from its answers."""
    if isinstance(front.error, ConsentAsked):
        front.error.agree()
    raise Elsewhere


async def _another_picture(front: Front) -> None:
    await front.new_picture()
    front.picture.show()


async def _draw(front: Front) -> None:
    await front.picture.choose(front.step.id)
    front.picture.show()


async def _was_reset(front: Front) -> None:
    for each in front.talk.scene.walk.tries.values():
        each.forget()
    raise Elsewhere


async def _by_hand(wizard: Wizard) -> None:
    """Check whether the hospital shows that it was done; else ask once more, by name."""
    front, scene = wizard.front, wizard.talk.scene
    shown = await front.busy(scene.walk.seen())
    if shown is Outcome.DONE:
        await front.moved(partial(moves.did_by_hand, on=scene.clock.today(), seen=True))
    answer = await show_card(wizard.talk, card_contents.did_card(scene, shown), front.step.id)
    if answer is not None:
        await do(wizard, answer)


async def _did(front: Front) -> None:
    await front.moved(partial(moves.did_all_by_hand, on=front.talk.scene.clock.today(), seen=False))


async def _to_contact(wizard: Wizard) -> None:
    if MENDS_PHONE in wizard.talk.scene.walk.journey.order:
        await wizard.front.to(MENDS_PHONE)
    else:
        await wizard.change(MENDS_PHONE)


async def _save_picture(front: Front) -> None:
    picture = front.picture.picture
    path = picture_saved(picture.data) if picture is not None else None
    front.talk.tell("ui.picture_broken" if path is None else "plain.picture_saved", path=str(path))


async def _save_summary(front: Front) -> None:
    said, path = summary_saved(front.talk.scene)
    front.talk.tell(said, path=str(path))


async def _hand(front: Front) -> None:
    line = front.talk.scene.class_line
    if line is not None:
        up = not line.news().hand
        line.raise_hand(up=up)
        front.talk.tell("class.hand_up" if up else "class.hand_down")


async def _delete_summary(front: Front) -> None:
    said, path = summary_deleted(front.talk.scene)
    front.talk.tell(said, path=str(path))


async def _help(wizard: Wizard) -> None:
    """Tell the help of this step, how its texts are meant here, and what may be typed at every question."""
    wizard.talk.tell("plain.keys")
    wizard.talk.tell("plain.help_note")
    await _card(lambda scene, step, front: card_contents.help_card(scene, step))(wizard)


async def _language(wizard: Wizard) -> None:
    scene = wizard.talk.scene
    scene.texts = scene.texts.with_language(after(scene.texts.language))
    wizard.talk.tell("plain.keys")
    wizard.talk.retell()


async def _cover(wizard: Wizard) -> None:
    wizard.talk.cover(wizard.talk.say("plain.covered_asked"))
    await wizard.talk.uncovered()


async def _leave(wizard: Wizard) -> None:
    if wizard.front.over:
        raise Left(Exit.DONE)
    answer = await show_card(wizard.talk, card_contents.leave_card(), wizard.front.step.id)
    if answer is not None:
        raise Left(Exit.UNFINISHED)


async def _menu(wizard: Wizard) -> None:
    await wizard.menu()


ACTS: Mapping[ButtonAct, Doing] = {
    ButtonAct.BACK: _front(lambda front: front.back()),
    ButtonAct.AGAIN: _front(lambda front: front.moved(moves.read_again)),
    ButtonAct.RELOAD: _front(_anew),
    ButtonAct.AGREE: _front(_agree),
    ButtonAct.PICTURE: _front(_another_picture),
    ButtonAct.ZOOM: _front(_draw),
    ButtonAct.RESEND: _front(lambda front: front.resend()),
    ButtonAct.TO_CODE: _front(lambda front: front.to_code()),
    ButtonAct.TO_CONTACT: _to_contact,
    ButtonAct.GO_TO: _front(lambda front: front.to(ways_on.step_for(front.error))),
    ButtonAct.WAS_RESET: _front(_was_reset),
    ButtonAct.BY_HAND: _by_hand,
    ButtonAct.DID: _front(_did),
    ButtonAct.SAVE_PICTURE: _front(_save_picture),
    ButtonAct.OWN_CODE: _front(make_code),
    ButtonAct.RESET: _journey("reset"),
    ButtonAct.ONBOARD: _journey("onboard"),
    ButtonAct.MENU: _menu,
    ButtonAct.HELP: _help,
    ButtonAct.DESK: _card(_desk),
    ButtonAct.BROWSER: _card(lambda scene, step, front: card_contents.browser_card(scene)),
    ButtonAct.QUESTIONS: _card(lambda scene, step, front: card_contents.questions_card(scene)),
    ButtonAct.NOTICES: _card(lambda scene, step, front: card_contents.notices_card(scene)),
    ButtonAct.SUMMARY: _card(lambda scene, step, front: card_contents.summary_card(scene)),
    ButtonAct.PHONE: _card(lambda scene, step, front: card_contents.phone_card(scene)),
    ButtonAct.SAVE_SUMMARY: _front(_save_summary),
    ButtonAct.DELETE_SUMMARY: _front(_delete_summary),
    ButtonAct.HAND: _front(_hand),
    ButtonAct.LANGUAGE: _language,
    ButtonAct.COVER: _cover,
    ButtonAct.PRACTISE: lambda wizard: wizard.practise(),
    ButtonAct.LEAVE: _leave,
}
ANOTHER_WAY: Mapping[ButtonAct, str] = {
    ButtonAct.SUBMIT: "the last answer sends the step",
    ButtonAct.RETYPE: "the question is asked again",
    ButtonAct.KEEP_NUMBER: "the number on file is the answer to an empty line",
    ButtonAct.BLACK_WHITE: "how a picture is drawn is asked",
    ButtonAct.CONTACT_DETAILS: "the way there leads to the journey at once",
    ButtonAct.TAKE_ALONG: "a code is a picture; what it says is told at the end",
    ButtonAct.THEME: "nothing is coloured",
    ButtonAct.CLOSE: "a card is told, and over",
    ButtonAct.STAY: "the answer to a question that an empty line declines",
    ButtonAct.EXTEND: "a kiosk has screens",
    ButtonAct.LEAVE_NOW: "leaving is asked once, and answered",
    ButtonAct.QUIT: "the end of the journey ends line prompts",
    ButtonAct.FORGET: "asked where the number is offered",
    ButtonAct.TRAINER: "the trainer's panel is drawn",
    ButtonAct.PANEL: "the trainer's panel is drawn",
}
"""Acts that line prompts do without, and what is in their place."""


def _always(front: Front) -> bool:
    return True


def _not_over(front: Front) -> bool:
    return not front.over


def _looks(*looks: Look) -> Callable[[Front], bool]:
    return lambda front: front.step.look in looks


def _pictured(front: Front) -> bool:
    return front.picture.picture is not None


def _pictured_in_text(front: Front) -> bool:
    return _pictured(front) and not front.talk.person.on_page


def _unreached(front: Front) -> bool:
    """Return whether a site cannot be used: then practice is offered, and never begun by itself (J0.2)."""
    scene = front.talk.scene
    return not scene.practice and any(each.state is not SiteState.UP for each in sites_of(scene, front.step))


def _code_came(front: Front) -> bool:
    """Return whether a message that was sent before can still be typed."""
    journey = front.talk.scene.walk.journey
    return front.step.look is Look.SEND_CODE and bool(front.talk.scene.walk.sent) and bool(journey.restarts_at)


def _notified(front: Front) -> bool:
    return bool(step_facts.notices(front.talk.scene))


def _paged(front: Front) -> bool:
    return _not_over(front) and card_contents.has_page(front.talk.scene, front.step)


OFFERED: tuple[tuple[ButtonAct, str, Callable[[Front], bool]], ...] = (
    (ButtonAct.PICTURE, "plain.act_picture", _pictured),
    (ButtonAct.ZOOM, "plain.act_picture_how", _pictured_in_text),
    (ButtonAct.SAVE_PICTURE, "plain.act_save_picture", _pictured_in_text),
    (ButtonAct.OWN_CODE, "plain.act_own_code", _looks(Look.ENTER_CODE)),
    (ButtonAct.RESEND, "ui.act_resend", _looks(Look.ENTER_CODE)),
    (ButtonAct.TO_CONTACT, "ui.act_to_contact", _looks(Look.ENTER_CODE)),
    (ButtonAct.TO_CODE, "ui.act_to_code", _code_came),
    (ButtonAct.QUESTIONS, "ui.questions_title", _looks(Look.REGULATIONS)),
    (ButtonAct.RELOAD, "ui.check_again", _looks(Look.PREFLIGHT, Look.MAIL_READY)),
    (ButtonAct.PRACTISE, "ui.act_practise", _unreached),
    (ButtonAct.SUMMARY, "ui.act_summary", lambda front: front.over),
    (ButtonAct.PHONE, "ui.phone", _not_over),
    (ButtonAct.BROWSER, "ui.act_browser", _paged),
    (ButtonAct.DESK, "ui.act_desk", _always),
    (ButtonAct.NOTICES, "ui.act_notices", _notified),
    (ButtonAct.HAND, "class.hand_act", _always),
    (ButtonAct.LANGUAGE, "ui.act_language", _always),
    (ButtonAct.LEAVE, "ui.act_leave", _always),
)
"""What the menu offers beside the ways on from an error: the act, the key of its label, and when."""

BESIDE: Mapping[ButtonAct, str] = {
    ButtonAct.PICTURE: "/picture",
    ButtonAct.RESEND: "/resend",
    ButtonAct.TO_CONTACT: "/contact",
    ButtonAct.TO_CODE: "/code",
    ButtonAct.HAND: "/hand",
}
"""What belongs beside the answer where there are buttons, with the sign that does it."""


TIME_LEFT = "/time"
"""The sign that tells how long the code still works; at a terminal the menu tells it."""


def beside(wizard: Wizard) -> tuple[tuple[str, str], ...]:
    """Return what is offered beside the answer now: each sign with its label."""
    talk = wizard.talk
    runs = bool(step_facts.time_left(talk.scene, wizard.front.step))
    time_left = [(TIME_LEFT, talk.say("plain_page.act_time_left"))] if runs else []
    acts = (
        (BESIDE[act], talk.say(label))
        for act, label, when in OFFERED
        if act in BESIDE and when(wizard.front) and talk.scene.allows(act)
    )
    return (*time_left, *acts)

"""What each act of a button does: one line an act, and nothing else decides it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from ntuh_onboard.backend.protocol import Outcome
from ntuh_onboard.journey import moves
from ntuh_onboard.journey.tables import ways_on
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.dialogs import card_contents
from ntuh_onboard.screens.frame.card_opening import open_card
from ntuh_onboard.screens.frame.front import Front
from ntuh_onboard.screens.frame.language_switch import switch_language
from ntuh_onboard.screens.frame.saved_files import save_picture, save_summary
from ntuh_onboard.startup.exits import Exit

if TYPE_CHECKING:
    from ntuh_onboard.journey.state import Journey
    from ntuh_onboard.journey.step import Step
    from ntuh_onboard.screens.base.scene import Scene
    from ntuh_onboard.screens.frame.wizard import Wizard
    from ntuh_onboard.screens.wizard_app import OnboardApp

Handler = Callable[["Wizard"], None]


def _busy(does: Callable[[Front], Awaitable[None]]) -> Handler:
    """An act of the front, done with the busy lock held."""
    return lambda wizard: wizard.app.work(partial(does, wizard.front))


def _journey(name: str) -> Handler:
    return lambda wizard: wizard.app.work(partial(wizard.change, name))


def _card(content: Callable[[Scene, Step, Front], card_contents.Content | None]) -> Handler:
    """Open a card about the step in front; None: there is nothing to say on it now."""

    def opens(wizard: Wizard) -> None:
        front = wizard.front
        if front.frame.view is not None:
            open_card(wizard.app, content(front.scene, front.frame.view.step, front))

    return opens


def _desk(scene: Scene, step: Step, front: Front) -> card_contents.Content:
    journey = scene.walk.journey
    return card_contents.desk_card(scene, journey.step if journey.lost else step, front.error)


def _phone(wizard: Wizard) -> None:
    """The drawer where the phone has room beside the step, else a card."""
    if wizard.front.phone_beside:
        wizard.front.frame.toggle_phone()
    else:
        _card(lambda scene, step, front: card_contents.phone_card(scene))(wizard)


def _own(act: ButtonAct) -> Handler:
    """An act of the view in front; other views do nothing."""

    def done(wizard: Wizard) -> None:
        if wizard.front.frame.view is not None:
            wizard.front.frame.view.own_act(act)

    return done


async def _by_hand(front: Front) -> None:
    """Look whether the hospital shows that it was done; else ask once more, by name."""
    shown = await front.scene.walk.seen()
    if shown is Outcome.DONE:
        await front.moved(_did(front, seen=True))
    else:
        open_card(front.app, card_contents.did_card(front.scene, shown))


def _did(front: Front, *, seen: bool) -> Callable[[Journey], Journey]:
    return partial(moves.did_by_hand if seen else moves.did_all_by_hand, on=front.scene.clock.today(), seen=seen)


IN_JOURNEY: Mapping[ButtonAct, Handler] = {
    ButtonAct.SUBMIT: _busy(Front.submit),
    ButtonAct.AGAIN: _busy(lambda front: front.moved(moves.read_again)),
    ButtonAct.RELOAD: _busy(Front.show),
    ButtonAct.PICTURE: _busy(Front.new_picture),
    ButtonAct.RESEND: _busy(Front.resend),
    ButtonAct.TO_CONTACT: lambda wizard: wizard.to_contact(),
    ButtonAct.GO_TO: _busy(lambda front: front.to(ways_on.step_for(front.error))),
    ButtonAct.WAS_RESET: _busy(Front.was_reset),
    ButtonAct.BY_HAND: _busy(_by_hand),
    ButtonAct.DID: _busy(lambda front: front.moved(_did(front, seen=False))),
    ButtonAct.SAVE_PICTURE: lambda wizard: save_picture(wizard.front.frame),
    ButtonAct.ZOOM: _own(ButtonAct.ZOOM),
    ButtonAct.BLACK_WHITE: _own(ButtonAct.BLACK_WHITE),
    ButtonAct.RETYPE: _own(ButtonAct.RETYPE),
    ButtonAct.OWN_CODE: _own(ButtonAct.OWN_CODE),
    ButtonAct.RESET: _journey("reset"),
    ButtonAct.ONBOARD: _journey("onboard"),
    ButtonAct.MENU: _card(lambda scene, step, front: card_contents.menu_card(scene)),
    ButtonAct.HELP: _card(lambda scene, step, front: card_contents.help_card(scene, step)),
    ButtonAct.DESK: _card(_desk),
    ButtonAct.BROWSER: _card(lambda scene, step, front: card_contents.browser_card(scene)),
    ButtonAct.QUESTIONS: _card(lambda scene, step, front: card_contents.questions_card(scene)),
    ButtonAct.NOTICES: _card(lambda scene, step, front: card_contents.notices_card(scene)),
    ButtonAct.SUMMARY: _card(lambda scene, step, front: card_contents.summary_card(scene)),
    ButtonAct.PHONE: _phone,
    ButtonAct.SAVE_SUMMARY: lambda wizard: save_summary(wizard.front.frame),
    ButtonAct.TRAINER: lambda wizard: wizard.train(),
}
"""Acts that do nothing before a journey has begun."""

ALWAYS: Mapping[ButtonAct, Callable[[OnboardApp], None]] = {
    ButtonAct.BACK: lambda app: app.back(),
    ButtonAct.LANGUAGE: lambda app: switch_language(app, app.scene),
    ButtonAct.COVER: lambda app: app.watching.cover(),
    ButtonAct.PRACTISE: lambda app: app.practise(),
    ButtonAct.LEAVE: lambda app: app.ask_to_leave(),
    ButtonAct.LEAVE_NOW: lambda app: app.leave(Exit.UNFINISHED),
    ButtonAct.FORGET: lambda app: app.leave(Exit.UNFINISHED),
    ButtonAct.QUIT: lambda app: app.leave(Exit.DONE),
    ButtonAct.CLOSE: lambda app: None,
    ButtonAct.STAY: lambda app: None,
}
"""Acts that can be asked for at any time, also on the first screen."""

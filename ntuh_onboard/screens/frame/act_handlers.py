"""The table of what each button act does, one line per act; nothing else decides it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Protocol

from ntuh_onboard.backend.protocol import Outcome
from ntuh_onboard.common.errors import ConsentAsked
from ntuh_onboard.journey import moves
from ntuh_onboard.journey.journeys import MENDS_PHONE
from ntuh_onboard.journey.tables import ways_on
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.dialogs import card_contents
from ntuh_onboard.screens.frame.card_opening import open_card
from ntuh_onboard.screens.frame.front import Front
from ntuh_onboard.screens.frame.saved_files import delete_summary, save_picture, save_summary
from ntuh_onboard.startup.exits import Exit

if TYPE_CHECKING:
    from ntuh_onboard.journey.state import Journey
    from ntuh_onboard.journey.step import Step
    from ntuh_onboard.screens.base.scene import Scene
    from ntuh_onboard.screens.frame.class_watch import ClassWatch
    from ntuh_onboard.screens.frame.idle_watch import Watch
    from ntuh_onboard.screens.frame.wizard import Wizard

Handler = Callable[["Wizard"], None]


def _busy(does: Callable[[Front], Awaitable[None]]) -> Handler:
    """Return the handler of an act of the front, which is done while holding the busy lock."""
    return lambda wizard: wizard.app.work(partial(does, wizard.front))


def _journey(name: str) -> Handler:
    return lambda wizard: wizard.app.work(partial(wizard.change, name))


def _card(content: Callable[[Scene, Step, Front], card_contents.Content | None]) -> Handler:
    """Return a handler that opens a card about the current step, unless there is nothing to say (None)."""

    def opens(wizard: Wizard) -> None:
        front = wizard.front
        if front.frame.view is not None:
            open_card(wizard.app, content(front.scene, front.frame.view.step, front))

    return opens


def _desk(scene: Scene, step: Step, front: Front) -> card_contents.Content:
    journey = scene.walk.journey
    return card_contents.desk_card(scene, journey.step if journey.lost else step, front.error)


def _phone(wizard: Wizard) -> None:
    """Toggle the drawer if the phone has room beside the step; otherwise open a card."""
    if wizard.front.phone_beside:
        wizard.front.frame.toggle_phone()
    else:
        _card(lambda scene, step, front: card_contents.phone_card(scene))(wizard)


def _own(act: ButtonAct) -> Handler:
    """Return the handler of an act of the current view; other views ignore it."""

    def done(wizard: Wizard) -> None:
        if wizard.front.frame.view is not None:
            wizard.front.frame.view.own_act(act)

    return done


async def _by_hand(front: Front) -> None:
    """Check whether the hospital shows that it was done; else ask once more, by name."""
    shown = await front.scene.walk.seen()
    if shown is Outcome.DONE:
        await front.moved(_did(front, seen=True))
    else:
        open_card(front.app, card_contents.did_card(front.scene, shown))


async def _agree(front: Front) -> None:
    """Give the consent that was just shown in the page's own words, and send the step again."""
    asked = front.error
    if isinstance(asked, ConsentAsked):
        asked.agree()
        await front.submit(checked=not asked.behind)


def _did(front: Front, *, seen: bool) -> Callable[[Journey], Journey]:
    return partial(moves.did_by_hand if seen else moves.did_all_by_hand, on=front.scene.clock.today(), seen=seen)


IN_JOURNEY: Mapping[ButtonAct, Handler] = {
    ButtonAct.SUBMIT: _busy(Front.submit),
    ButtonAct.AGAIN: _busy(lambda front: front.moved(moves.read_again)),
    ButtonAct.RELOAD: _busy(Front.show),
    ButtonAct.AGREE: _busy(_agree),
    ButtonAct.PICTURE: _busy(Front.new_picture),
    ButtonAct.RESEND: _busy(Front.resend),
    ButtonAct.TO_CODE: _busy(Front.to_code),
    ButtonAct.TO_CONTACT: lambda wizard: wizard.to_contact(),
    ButtonAct.GO_TO: _busy(lambda front: front.to(ways_on.step_for(front.error))),
    ButtonAct.WAS_RESET: _busy(Front.was_reset),
    ButtonAct.BY_HAND: _busy(_by_hand),
    ButtonAct.DID: _busy(lambda front: front.moved(_did(front, seen=False))),
    ButtonAct.SAVE_PICTURE: lambda wizard: save_picture(wizard.front.frame),
    ButtonAct.ZOOM: _own(ButtonAct.ZOOM),
    ButtonAct.BLACK_WHITE: _own(ButtonAct.BLACK_WHITE),
    ButtonAct.RETYPE: _own(ButtonAct.RETYPE),
    ButtonAct.KEEP_NUMBER: _own(ButtonAct.KEEP_NUMBER),
    ButtonAct.OWN_CODE: _own(ButtonAct.OWN_CODE),
    ButtonAct.TAKE_ALONG: _own(ButtonAct.TAKE_ALONG),
    ButtonAct.RESET: _journey("reset"),
    ButtonAct.ONBOARD: _journey("onboard"),
    ButtonAct.CONTACT_DETAILS: _journey(MENDS_PHONE),
    ButtonAct.MENU: _card(lambda scene, step, front: card_contents.menu_card(scene)),
    ButtonAct.HELP: _card(lambda scene, step, front: card_contents.help_card(scene, step)),
    ButtonAct.DESK: _card(_desk),
    ButtonAct.BROWSER: _card(lambda scene, step, front: card_contents.browser_card(scene)),
    ButtonAct.QUESTIONS: _card(lambda scene, step, front: card_contents.questions_card(scene)),
    ButtonAct.NOTICES: _card(lambda scene, step, front: card_contents.notices_card(scene)),
    ButtonAct.SUMMARY: _card(lambda scene, step, front: card_contents.summary_card(scene)),
    ButtonAct.PHONE: _phone,
    ButtonAct.SAVE_SUMMARY: lambda wizard: save_summary(wizard.front.frame),
    ButtonAct.DELETE_SUMMARY: lambda wizard: delete_summary(wizard.front.frame),
    ButtonAct.TRAINER: lambda wizard: wizard.train(),
    ButtonAct.PANEL: lambda wizard: wizard.train(),
}
"""Acts that do nothing before a journey has begun."""


class Application(Protocol):
    """The part of the application that is needed for acts that are possible at any time."""

    @property
    def class_watch(self) -> ClassWatch | None:
        """What the trainer says, at a seat of a class."""

    @property
    def watching(self) -> Watch:
        """What covers the screen."""

    def back(self) -> None:
        """Go to the step before; from the first screen, leave."""

    def next_language(self) -> None:
        """Switch to the next language."""

    def next_theme(self) -> None:
        """Change to the next theme."""

    def practise(self) -> None:
        """Switch to practice."""

    def ask_to_leave(self) -> None:
        """Leave, after asking once if a journey is under way."""

    def leave(self, status: Exit) -> None:
        """Sign out, wipe and end."""


AT_THE_DOOR: Mapping[ButtonAct, Callable[[], card_contents.Content]] = {
    ButtonAct.HELP: card_contents.start_help_card,
}
"""The cards of the first screen, before a journey has begun."""

ALWAYS: Mapping[ButtonAct, Callable[[Application], None]] = {
    ButtonAct.BACK: lambda app: app.back(),
    ButtonAct.LANGUAGE: lambda app: app.next_language(),
    ButtonAct.THEME: lambda app: app.next_theme(),
    ButtonAct.COVER: lambda app: app.watching.cover(),
    ButtonAct.HAND: lambda app: app.class_watch.wave() if app.class_watch is not None else None,
    ButtonAct.PRACTISE: lambda app: app.practise(),
    ButtonAct.LEAVE: lambda app: app.ask_to_leave(),
    ButtonAct.LEAVE_NOW: lambda app: app.leave(Exit.UNFINISHED),
    ButtonAct.FORGET: lambda app: app.leave(Exit.UNFINISHED),
    ButtonAct.QUIT: lambda app: app.leave(Exit.DONE),
    ButtonAct.CLOSE: lambda app: None,
    ButtonAct.STAY: lambda app: None,
}
"""Acts that are possible at any time, including on the first screen."""

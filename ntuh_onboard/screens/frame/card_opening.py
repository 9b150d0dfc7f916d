"""Which card a button opens, and what its answer does."""

from __future__ import annotations

from collections.abc import Callable

from ntuh_onboard.screens.base.safe_app import SafeApp
from ntuh_onboard.screens.dialogs import card_contents
from ntuh_onboard.screens.dialogs.card import Card
from ntuh_onboard.screens.frame.front import Front
from ntuh_onboard.screens.frame.saved_files import save_summary
from ntuh_onboard.startup.exits import Exit


class Dialogue:
    """Opens cards over the wizard; nothing happens beneath while one is open."""

    def __init__(self, app: SafeApp, front: Front) -> None:
        self._app = app
        self._front = front

    def open(self, name: str) -> bool:
        """Open the card of this name; False where there is none now."""
        content = self._content(name)
        if content is None or isinstance(self._app.screen, Card):
            return False
        self._app.push_screen(Card(self._app.scene, content), self._answered)
        return True

    def _content(self, name: str) -> card_contents.Content | None:
        scene, front = self._app.scene, self._front
        if name == "leave":
            return card_contents.leave_card()
        if front.frame.view is None:
            return None
        step, journey = front.frame.view.step, scene.walk.journey
        made: dict[str, Callable[[], card_contents.Content | None]] = {
            "menu": lambda: card_contents.menu_card(scene),
            "help": lambda: card_contents.help_card(scene, step),
            "desk": lambda: card_contents.desk_card(scene, journey.step if journey.lost else step, front.error),
            "browser": lambda: card_contents.browser_card(scene),
            "questions": lambda: card_contents.questions_card(scene),
            "notices": lambda: card_contents.notices_card(scene),
            "summary": lambda: card_contents.summary_card(scene),
            "phone": lambda: card_contents.phone_card(scene),
        }
        return made[name]() if name in made else None

    def _answered(self, answer: str | None) -> None:
        """A card's button; the menu's own "leave" asks first, the leave card's "leave_now" does not."""
        app = self._app
        match answer:
            case None | "" | "close" | "stay":
                return
            case "leavenow":
                app.leave(Exit.UNFINISHED)
            case "savesummary":
                save_summary(self._front.frame)
            case _:
                app.call_later(app.action_act, answer)

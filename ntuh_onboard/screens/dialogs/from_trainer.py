"""The card by which a trainer holds a class's wizards, or writes to a pupil."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button

from ntuh_onboard.common.safe_text import safe
from ntuh_onboard.screens.base.class_line import ClassNews
from ntuh_onboard.screens.base.safe_app import SafeApp
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.dialogs.card import STANDS
from ntuh_onboard.screens.dialogs.modal import Modal
from ntuh_onboard.screens.widgets.banner import warnings
from ntuh_onboard.screens.widgets.sentence import Sentence, SentenceButton


class FromTrainer(Modal[None]):
    """Stays while the class is paused, and until a message was read; what is typed meanwhile goes nowhere.

    Args:
        scene: what all views are given.
        news: what is to be shown at first.
        confirm: called with the number of a message when it was read.

    """

    ALLOW_SELECT = False

    def __init__(self, scene: Scene, news: ClassNews, confirm: Callable[[int], None]) -> None:
        super().__init__()
        self._scene = scene
        self._news = news
        self._confirm = confirm
        self._title = Sentence(scene, classes="title")
        self._note = Sentence(scene, classes="line note")
        self._hint = Sentence(scene, classes="line hint")
        self._read = SentenceButton(scene, "class.note_read", id="read")

    def compose(self) -> ComposeResult:
        """Lay out the card; it shows that this is practice (J8.3)."""
        yield from warnings(self._scene)
        with Vertical(classes="card"):
            yield self._title
            yield self._note
            yield self._hint
            with Horizontal(classes="acts"):
                yield self._read

    def on_mount(self) -> None:
        """Show the first news; it comes unasked, so that keys of a sentence being typed must not answer it."""
        self.show(self._news)
        if isinstance(self.app, SafeApp):
            self.app.lock.drop_for(STANDS)

    def show(self, news: ClassNews) -> None:
        """Show these news, or close if there is nothing left to show."""
        if not (news.paused or news.note):
            self.dismiss()
            return
        self._news = news
        self._title.say("class.paused_title" if news.paused else "class.note_title")
        self._note.show_plain(safe(news.note))
        self._hint.say("class.paused_hint" if news.paused else "")
        self._read.display = bool(news.note)
        if news.note:
            self._read.focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Confirm the message."""
        event.stop()
        self._confirm(self._news.number)

"""Show at a seat of a class what the trainer says: a pause, a message, and whether the pupil's hand is up."""

from __future__ import annotations

from dataclasses import replace

from ntuh_onboard.common.clock import SystemClock
from ntuh_onboard.journey.idle import IdleWatch
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.class_line import ClassLine, ClassNews
from ntuh_onboard.screens.base.safe_app import SafeApp
from ntuh_onboard.screens.dialogs.from_trainer import FromTrainer
from ntuh_onboard.screens.widgets.sentence import ActButton


class ClassWatch:
    """Acts on the class's news; called by the repaint timer.

    Args:
        app: the pupil's wizard.
        line: the line to the class.
        idle: how long nobody has typed; a pause is no silence of the pupil's.

    """

    def __init__(self, app: SafeApp, line: ClassLine, idle: IdleWatch) -> None:
        self._app, self._line, self._idle = app, line, idle
        self._read = 0
        self._paused = False
        self._hand = False

    def look(self) -> None:
        """Show what is new."""
        news = self._line.news()
        if news.number <= self._read:  # the class may not have heard yet that it was read
            news = replace(news, note="", number=0)
        self._hold(paused=news.paused)
        self._show(news)
        if news.hand is not self._hand:
            self._hand = news.hand
            self.word_buttons()

    def wave(self) -> None:
        """Raise the hand, or lower it."""
        self._line.raise_hand(up=not self._hand)
        self.look()

    def word_buttons(self) -> None:
        """Let the buttons say what they would do now."""
        for screen in self._app.screen_stack:
            for each in screen.query(ActButton):
                if each.act is ButtonAct.HAND:
                    each.say("ui.act_hand_down" if self._hand else ButtonAct.HAND.label)
                    each.set_class(self._hand, "-up")

    def _hold(self, *, paused: bool) -> None:
        """Let time stand still during a pause, here as at the hospital: no code expires, and nobody is put out."""
        if paused:
            self._idle.touched()
        if paused is not self._paused and isinstance(self._app.scene.clock, SystemClock):
            self._app.scene.clock.set_rate(0.0 if paused else 1.0)
        self._paused = paused

    def _show(self, news: ClassNews) -> None:
        here = self._app.screen
        if isinstance(here, FromTrainer):
            here.show(news)
        elif (news.paused or news.note) and self._app.screen_stack:
            self._app.push_screen(FromTrainer(self._app.scene, news, self._confirm))

    def _confirm(self, number: int) -> None:
        self._read = number
        self._line.confirm(number)
        self.look()

"""The end: what now exists, from when it works, and that nothing was left behind (J7.1 to J7.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from ntuh_onboard.backend.protocol import Activation, SignOut
from ntuh_onboard.journey.step import Step
from ntuh_onboard.journey.step_acts import ACTIVATE, CHANGE_PASSWORD, RESET_CLOUD_PASSWORD
from ntuh_onboard.journey.summary import notes, reached
from ntuh_onboard.journey.tables.summary_notes import When
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.journey_words import practice_done
from ntuh_onboard.screens.base.last_lines import left_behind
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.steps.step_view import StepView
from ntuh_onboard.screens.widgets.celebration import BigTick, Confetti
from ntuh_onboard.screens.widgets.framed_sentence import FramedSentence
from ntuh_onboard.screens.widgets.sentence import Sentence
from ntuh_onboard.screens.widgets.timeline import Moment, Timeline

ROOM = (80, 24)
"""Columns and rows that a code to take along needs, with the words beside it."""


class DoneView(StepView):
    """What now works, and from when on; sign-out is already under way when it is shown.

    Attributes:
        signed_out: the result of the sign-out by site; None while it is under way.

    """

    DENSE = True
    KEYS = "ui.keys_end"

    def __init__(self, scene: Scene, step: Step) -> None:
        super().__init__(scene, step)
        self.add_class("-end")
        self._timeline = Timeline(scene)
        self._left_behind = Sentence(scene, classes="why")
        self._address = FramedSentence(scene, "ui.done_address", classes="-yours")
        self._why = Sentence(scene, f"step.{step.id}.why", classes="why")
        self._take_along = self.button(ButtonAct.TAKE_ALONG)
        self.signed_out: Mapping[str, SignOut] | None = None

    def compose(self) -> ComposeResult:
        """Strew confetti around the heading."""
        yield Confetti(self.scene)
        yield from super().compose()

    def heading(self) -> Iterable[Widget]:
        """Say in practice, first of all, that it was practice; then show the address, if there is one now."""
        scene, title = self.scene, f"step.{self.step.id}.title"
        with_tick = Horizontal(
            BigTick(scene),
            Vertical(
                Sentence(scene, practice_done(scene.walk.journey), classes="practice-done")
                if scene.practice
                else Sentence(scene, title, classes="title"),
                self._why,
                self._address,
                classes="headline",
            ),
            classes="headline-row",
        )
        yield with_tick

    def body(self) -> Iterable[Widget]:
        """Show what works when, and what was left behind."""
        yield self._timeline
        yield self._left_behind

    def buttons(self) -> Iterable[Widget]:
        """Offer the summary as a file, which is written only if the student wishes it."""
        yield self.button(ButtonAct.QUIT, label=f"step.{self.step.id}.act", classes="submit")
        yield self.button(ButtonAct.SUMMARY)
        yield self._take_along

    def controls(self) -> list[Widget]:
        """Return none: nothing is typed here."""
        return []

    def focus_first(self) -> None:
        """Focus the button that ends the program: the end is one press away."""
        self.screen.set_focus(self.query_one("#quit-done"))

    @property
    def _drawable(self) -> bool:
        """Whether a code may be shown here, and has the room and the characters for it."""
        room = all(most >= least for most, least in zip(self.app.size, ROOM, strict=True))
        return self.scene.allows(ButtonAct.TAKE_ALONG) and room and not self.scene.glyphs.ascii

    def own_act(self, act: ButtonAct) -> None:
        """Show what can be taken along by the camera of a phone."""
        activated = self.scene.walk.journey.told(Activation)
        if act is ButtonAct.TAKE_ALONG and activated is not None:
            from ntuh_onboard.screens.dialogs.take_along import TakeAlong  # loaded by those alone who ask for it

            self.app.push_screen(TakeAlong(self.scene, activated))

    def fill(self) -> None:
        """Show what was done; which password is used where is told only where one was chosen."""
        step_of = self.scene.walk.journey.step_of
        self._why.display = any(step_of(each) for each in (CHANGE_PASSWORD, ACTIVATE, RESET_CLOUD_PASSWORD))
        self.reword()

    def reword(self) -> None:
        """Show it in the present language."""
        self.loosen()  # another language may leave room again
        walk, scene, say, glyphs = self.scene.walk, self.scene, self.scene.say, self.scene.glyphs
        activated = walk.journey.told(Activation)
        self._address.display = activated is not None
        self._take_along.display = activated is not None and self._drawable
        if activated is not None:
            self._address.show_plain(activated.address)
        day = activated.effective.strftime("%m/%d") if activated is not None else ""
        known = {
            when: notes(walk.journey, say, portal_known=walk.held.knew_portal, practice=scene.practice, when=when)
            for when in When
        }
        already = "ui.done_already_practised" if scene.practice else "ui.done_already"
        done = say("ui.done_join").join(reached(walk.journey, say))
        self._timeline.show(
            (
                Moment(glyphs.done, say(already), "green", (done,) if done else ()),
                Moment(glyphs.here, say("ui.done_now"), "accent", known[When.NOW]),
                Moment(glyphs.later, say("ui.done_later", day=day), "amber", known[When.LATER]),
            )
        )
        left = left_behind(scene, self.signed_out)
        sure = self.signed_out is not None and all(confirmed for confirmed, _ in left)
        words = say("ui.done_join").join(each for _, each in left)
        self._left_behind.show_plain(f"{glyphs.done if sure else glyphs.advice} {words}")

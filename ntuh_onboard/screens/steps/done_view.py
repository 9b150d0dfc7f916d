"""The end: what now exists, from when it works, and that nothing was left behind (J7.1 to J7.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from textual.widget import Widget

from ntuh_onboard.backend.protocol import SignOut
from ntuh_onboard.journey.step import Step
from ntuh_onboard.journey.summary import notes, reached
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.steps.step_view import StepView
from ntuh_onboard.screens.widgets.sentence import Sentence


class DoneView(StepView):
    """The summary on the screen; sign-out is already under way when it is shown.

    Attributes:
        signed_out: the result of the sign-out by site; None while it is under way.

    """

    def __init__(self, scene: Scene, step: Step) -> None:
        super().__init__(scene, step)
        self._lines = Sentence(scene, classes="list")
        self.signed_out: Mapping[str, SignOut] | None = None

    def body(self) -> Iterable[Widget]:
        """Say in practice, first of all, that it was practice."""
        if self.scene.practice:
            yield Sentence(self.scene, "ui.practice_done", classes="practice-done")
        yield self._lines

    def buttons(self) -> Iterable[Widget]:
        """Offer the summary as a file, which is written only if the student wishes it."""
        yield self.button(ButtonAct.SUMMARY)
        yield self.button(ButtonAct.QUIT, label=f"step.{self.step.id}.act", classes="submit")

    def controls(self) -> list[Widget]:
        """Return none: nothing is typed here."""
        return []

    def focus_first(self) -> None:
        """Focus the button that ends the program: the end is one press away."""
        self.screen.set_focus(self.query_one("#quit-done"))

    def fill(self) -> None:
        """Show what was done."""
        self.reword()

    def reword(self) -> None:
        """Show it in the present language."""
        walk, say, glyphs = self.scene.walk, self.scene.say, self.scene.glyphs
        done = [f"{glyphs.done} {each}" for each in reached(walk.journey, say)]
        known = [f"- {each}" for each in notes(walk.journey, say, portal_known=walk.held.knew_portal)]
        left = [*self._left()]
        if not self.scene.own_device:  # on the student's own the ID may be remembered: only what is true is claimed
            left.append(f"- {say('ui.nothing_stored')}")
        self._lines.show_plain("\n".join([*done, *left, *known]))

    def _left(self) -> Iterator[str]:
        """Yield, site by site, where the student was signed out, and where the site has not confirmed it."""
        say, glyphs = self.scene.say, self.scene.glyphs
        if self.signed_out is None:
            yield f"- {say('ui.signing_out')}"
            return
        for outcome, mark, key in (
            (SignOut.CONFIRMED, glyphs.done, "ui.signed_out"),
            (SignOut.UNCONFIRMED, "-", "ui.signed_out_unconfirmed"),
        ):
            sites = [say(f"ui.site_{site}") for site, each in self.signed_out.items() if each is outcome]
            if sites:
                yield f"{mark} {say(key, sites=say('ui.site_join').join(sites))}"

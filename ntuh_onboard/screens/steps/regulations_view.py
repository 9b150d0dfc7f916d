"""The regulations of the account site: read to the end, then agree (J4.1, J4.2)."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from ntuh_onboard.common.safe_text import safe
from ntuh_onboard.journey.step import Step
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.regulation_parts import regulation_parts
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.steps.step_view import StepView, main_button
from ntuh_onboard.screens.widgets.sentence import Sentence


class LongText(Sentence):
    """A text from outside that is longer than a sentence may be."""

    def worded(self) -> str:
        """Return the text."""
        return safe(self._plain, limit=20_000)


class RegulationsView(StepView):
    """The site's own text, in English with our translation beside it. The tick is enabled at the end of the text."""

    DENSE = True

    def __init__(self, scene: Scene, step: Step) -> None:
        super().__init__(scene, step)
        self._text = LongText(scene)
        (self._agree,) = self.labelled.values()
        self.reader = VerticalScroll(self._text, classes="reader")

    def body(self) -> Iterable[Widget]:
        """Show the text, which may scroll, and the tick under it."""
        yield self.reader
        yield self._agree

    def buttons(self) -> Iterable[Widget]:
        """Offer the site's questions and answers at any time."""
        yield from super().buttons()
        yield self.button(ButtonAct.QUESTIONS)

    def controls(self) -> list[Widget]:
        """Put the text first: Enter turns its page."""
        return [self.reader, *super().controls()]

    def focus_first(self) -> None:
        """Start at the text."""
        self.screen.set_focus(self.reader)

    def fill(self) -> None:
        """Show the site's text from its beginning."""
        self.reword()
        self.reader.scroll_home(animate=False)
        self.call_after_refresh(self._go_on_if_read)

    @property
    def _read(self) -> bool:
        """Whether the end of the text is in sight."""
        return bool(self.reader.size.height and self._text.size.height) and (
            self.reader.scroll_y >= self.reader.max_scroll_y - 1
        )

    def tick(self) -> None:
        """Enable the tick once the end of the text was seen."""
        super().tick()
        if self._read:
            self._agree.disabled = self.scene.walk.journey.sealed
        elif self._agree.text != "yes":
            if self._agree.control.has_focus:  # the text has grown, or its window is smaller: there is more to read
                self.screen.set_focus(self.reader)
            self._agree.disabled = True
        self._agree.hint.say(f"field.{self._agree.asked.id}.hint" if self._agree.disabled else "ui.tick_hint")
        self._count()

    def _go_on_if_read(self) -> None:
        """Go from the text to the tick, or to the button if it was ticked before, once its end is in sight."""
        self.tick()
        if self._read and self.reader.has_focus:
            sealed = self.scene.walk.journey.sealed
            self.screen.set_focus(main_button(self) if sealed else self._agree.control)

    def _count(self) -> None:
        """Show in the frame which page of the text is in sight, and what Enter does."""
        reader, whole = self.reader, self._text.size.height
        if not whole:  # not laid out yet
            return
        page = max(1, reader.scrollable_content_region.height)
        pages, at = ceil(whole / page), 1 + ceil(max(0, reader.scroll_y) / page)
        if pages == 1:
            told = self.scene.say("ui.read_whole")
        elif not self._read:
            told = self.scene.say("ui.read_so_far", page=min(at, pages - 1), pages=pages)
        else:
            told = self.scene.say("ui.read_all_here" if reader.has_focus else "ui.read_all")
        if told != str(reader.border_title or ""):
            reader.border_title = Content(told)

    def enter_key(self) -> bool:
        """Turn the page of the text; where its end is in sight, go on."""
        if not self.reader.has_focus:
            return False
        if not self._read:
            page = self.reader.scrollable_content_region.height
            self.reader.scroll_to(y=self.reader.scroll_y + page, animate=False, immediate=True)  # for the next Enter
        self._go_on_if_read()
        return True

    def reword(self) -> None:
        """Show beside each article our translation, if needed, or a warning that the site's text has changed."""
        parts = regulation_parts(self.scene, self.step)
        if parts:
            self._text.show_plain("\n\n".join(parts))

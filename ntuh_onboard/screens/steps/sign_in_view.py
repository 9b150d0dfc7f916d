"""Portal sign-in: ID, campus, password, and the picture code, which only the student reads (J1.1 to J1.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Grid, Horizontal, Vertical
from textual.widget import Widget

from ntuh_onboard.backend.protocol import SignInPage
from ntuh_onboard.journey.checking import Complaint
from ntuh_onboard.journey.step import Step
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.base.wanted import Wanted
from ntuh_onboard.screens.dialogs.big_picture import BigPicture
from ntuh_onboard.screens.steps.step_fields import FieldRow, LabelledField
from ntuh_onboard.screens.steps.step_view import StepView
from ntuh_onboard.screens.widgets.choice import Choice
from ntuh_onboard.screens.widgets.inputs import PlainInput
from ntuh_onboard.screens.widgets.picture import PictureCode

_PICTURE_ACTS = (ButtonAct.PICTURE, ButtonAct.ZOOM, ButtonAct.BLACK_WHITE, ButtonAct.SAVE_PICTURE)
OFFER = "identity.upper_case"
LARGEST = 76
"""Cells of a picture where there is room; its style says how wide it is."""


class CaptchaRow(Vertical):
    """The field of a picture code, directly beneath the picture, with the buttons for the picture behind it."""

    def __init__(self, field: LabelledField, buttons: Grid) -> None:
        super().__init__(classes="field-row")
        field.put_in_row()
        self._parts = (field, buttons)

    def compose(self) -> ComposeResult:
        """Lay out field and buttons, then what is wrong."""
        yield Horizontal(*self._parts, classes="row-controls captcha-row")
        yield Vertical(self._parts[0].error, classes="row-errors")


class PictureView(StepView):
    """A step with a picture code: the picture, and the buttons for it."""

    DENSE = True

    def __init__(self, scene: Scene, step: Step) -> None:
        super().__init__(scene, step)
        self.picture = PictureCode(columns=LARGEST, ascii_only=scene.glyphs.ascii)
        self.captcha = next(key for key in self.labelled if key.endswith("captcha"))

    def picture_parts(self) -> Iterable[Widget]:
        """Return the picture, its field, and beside it, later in Tab order, the buttons for the picture."""
        yield self.picture
        buttons = (self.button(act) for act in _PICTURE_ACTS if self.scene.allows(act))
        yield CaptchaRow(self.labelled[self.captcha], Grid(*buttons, classes="picture-grid"))

    def body(self) -> Iterable[Widget]:
        """Put the other fields first, side by side."""
        if others := [each for key, each in self.labelled.items() if key != self.captcha]:
            yield FieldRow(*others)
        yield from self.picture_parts()

    def own_act(self, act: ButtonAct) -> None:
        """Enlarge the picture, or show it in black and white."""
        if act is ButtonAct.ZOOM:
            self.app.push_screen(BigPicture(self.scene, self.picture), self._typed_at_big)
        elif act is ButtonAct.BLACK_WHITE:
            self.picture.black_and_white = not self.picture.black_and_white

    def _typed_at_big(self, typed: str | None) -> None:
        """Go on typing in the field of the picture code, with what was typed over the large picture."""
        control = self.labelled[self.captcha].control
        if isinstance(control, PlainInput):
            self.screen.set_focus(control)
            if typed:
                control.insert_text_at_cursor(typed)

    def on_mount(self) -> None:
        """Set the words that are shown if there is no picture yet, or none that can be drawn."""
        self.reword()

    def reword(self) -> None:
        """Set those words in the present language."""
        self.picture.waiting_words = self.scene.say("ui.picture_waiting")
        self.picture.broken_words = self.scene.say("ui.picture_broken")

    def on_picture_code_broken(self) -> None:
        """Say that the bytes cannot be shown: another picture is the way on (C-05)."""
        self.advised = False
        self.notice.say("ui.picture_broken")

    def leave(self) -> dict[str, str]:
        """Drop the picture, too: its page is gone, and it would be drawn again until the next page's has come."""
        self.picture.show(b"")
        return super().leave()

    def show_picture(self, data: bytes) -> None:
        """Show a new picture and empty the field of its code; everything else stays."""
        self.picture.show(data)
        self.labelled[self.captcha].put("")


class SignInView(PictureView):
    """The first step at the hospital."""

    BINDINGS = [Binding("n,N", "as_typed", priority=True, show=False)]  # noqa: RUF012  # Textual's own form

    def __init__(self, scene: Scene, step: Step) -> None:
        super().__init__(scene, step)
        self.offering = False

    def body(self) -> Iterable[Widget]:
        """Put the fields side by side: the picture needs the rows."""
        yield FieldRow(*(self.labelled[each] for each in ("campus", "employee_id", "portal_password")))
        yield from self.picture_parts()

    def fill(self) -> None:
        """Offer the choices of 院區 that the page has; if it has none, do not ask."""
        self._offer(offering=False)
        self._offer_campuses()

    def reword(self) -> None:
        """Offer the choices of 院區 in the present language, too."""
        super().reword()
        self._offer_campuses(self.labelled["campus"].text)

    def _offer_campuses(self, chosen: str = "") -> None:
        page = self.scene.walk.journey.loaded(SignInPage)
        campus = self.labelled["campus"].control
        if page is not None and isinstance(campus, Choice):
            chosen = chosen or self.scene.walk.journey.texts.get("campus") or page.default
            glossed = self.scene.texts.glossed
            campus.offer([(each.value, glossed(each.label)) for each in page.campuses], chosen)
            self.labelled["campus"].display = bool(page.campuses)

    def complain(self, complaints: Sequence[Complaint]) -> None:
        """Offer upper case for a lower-case letter before nine digits; never change it unasked (J1.2)."""
        super().complain(complaints)
        self._offer(offering=any(each.rule == OFFER for each in complaints))
        if self.offering:
            self.notice.say("")  # the offer at the field says what Enter does: it takes it, wherever the cursor is

    def before_submit(self) -> str:
        """Accept the offer (Enter)."""
        if self.offering:
            field = self.labelled["portal_password"]
            field.put(field.text.upper())
            self._offer(offering=False)
        return ""

    def _offer(self, *, offering: bool) -> None:
        """Start or end the offer; meanwhile N is an answer and no letter for any field."""
        self.offering = offering
        for each in self.labelled.values():
            if isinstance(each.control, PlainInput):
                each.control.declined = frozenset({"n", "N"} if offering else ())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave N a letter like any other while nothing is offered."""
        return self.offering if action == "as_typed" else super().check_action(action, parameters)

    def action_as_typed(self) -> None:
        """Decline the offer (N): the password stays as it was typed."""
        self._offer(offering=False)
        self.post_message(Wanted(ButtonAct.SUBMIT))

    def typing(self) -> None:
        """End the offer once another password is typed."""
        if self.offering and not self.labelled["portal_password"].error.key:
            self._offer(offering=False)

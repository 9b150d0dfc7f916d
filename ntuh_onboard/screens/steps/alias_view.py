"""The mail name, which can never be changed: chosen here, typed again on its own screen (J6.2 to J6.4)."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Button

from ntuh_onboard.journey import suggestions
from ntuh_onboard.journey.checking import folded
from ntuh_onboard.journey.step import Step
from ntuh_onboard.journey.walk import account_of
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.steps.step_fields import FieldRow
from ntuh_onboard.screens.steps.step_view import StepView
from ntuh_onboard.screens.widgets.framed_sentence import FramedSentence
from ntuh_onboard.screens.widgets.inputs import PlainInput
from ntuh_onboard.screens.widgets.meter import Meter
from ntuh_onboard.screens.widgets.sentence import Marked, Sentence, SentenceButton


class AliasView(StepView):
    """Suggestions from the English name, the full address as it will be, and the cloud password if it is asked for."""

    DENSE = True

    def __init__(self, scene: Scene, step: Step) -> None:
        super().__init__(scene, step)
        self._address = Sentence(scene, classes="address")
        self._suggested = Horizontal()
        self._from_name = Sentence(scene, classes="label")
        self._password_for = Sentence(scene, "ui.cloud_password_for_these", classes="why")
        for key in ("cloud_password", "cloud_again"):
            self.labelled[key].hint.say("")
        self.meter = Meter(scene, step.field("cloud_password"), step.field("cloud_again"))

    def body(self) -> Iterable[Widget]:
        """Show the name and its address, then the password."""
        yield self.labelled["alias"]
        yield Horizontal(self._from_name, self._suggested, classes="picture-acts suggested")
        yield self._address
        yield self._password_for
        yield FieldRow(self.labelled["cloud_password"], self.labelled["cloud_again"])
        yield self.meter

    def fill(self) -> None:
        """Offer suggestions, and show the password fields if they are asked for."""
        offered = suggestions.offered(self.scene.walk.journey.texts)
        self._from_name.say("ui.suggested" if offered else "ui.suggested_none")
        self._suggested.remove_children()
        self._suggested.mount_all(SentenceButton(self.scene, "ui.as_is", name=each, text=each) for each in offered)
        self.meter.display = self._password_for.display = self.labelled["cloud_password"].display
        for each in ("cloud_password", "cloud_again"):
            held = self.scene.walk.held.has(each)
            self.labelled[each].hint.say("ui.cloud_held" if held else f"field.{each}.hint")
        self.typing()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Put a suggestion into the field; nothing is sent."""
        if event.button.name:
            event.stop()
            self.labelled["alias"].put(event.button.name)
            self.focus_first()
        else:
            super().on_button_pressed(event)

    def on_key(self, event: events.Key) -> None:
        """Take what is typed at a suggestion for a name of one's own: it goes into the field, from its beginning."""
        name, focused = self.labelled["alias"].control, self.app.focused
        at_suggestion = isinstance(focused, Button) and bool(focused.name)
        # What the field has not taken itself belongs to a burst that began at a suggestion.
        if event.is_printable and event.key != "space" and isinstance(name, PlainInput):
            if at_suggestion:
                name.value = ""
                self.screen.set_focus(name)
            if self.app.focused is name:
                event.stop()
                name.insert_text_at_cursor(event.character or "")

    def typing(self) -> None:
        """Show the address as it will be, and judge the password."""
        entry = self.fields.entry()
        alias = folded(self.labelled["alias"].asked, entry)
        account = account_of(self.scene.walk.journey)
        domain = account.domain if account else "ntuh.gov.tw"
        self._address.show_plain(f"{alias or self.scene.glyphs.more}@{domain}")
        if self.meter.display:
            self.meter.judge(entry)


class AliasAgainView(StepView):
    """Asks for the name a second time; nothing is sent before that (J6.3)."""

    def __init__(self, scene: Scene, step: Step) -> None:
        super().__init__(scene, step)
        self._address = FramedSentence(scene, "ui.for_ever", mark=scene.glyphs.advice, classes="-yours -for-ever")
        self._spelled = Sentence(scene, classes="which -apart")
        self._match = Marked(scene, classes="match")

    def body(self) -> Iterable[Widget]:
        """Show the address, its spelling letter by letter, and the field."""
        yield self._address
        yield self._spelled
        yield self.labelled["alias_again"]
        yield self._match

    def buttons(self) -> Iterable[Widget]:
        """Offer a way out too, as the hospital's page does: it sends nothing."""
        yield self.button(ButtonAct.SUBMIT, label=f"step.{self.step.id}.act", classes="submit")
        yield self.button(ButtonAct.BACK, label="ui.act_change_alias", classes="back")

    def fill(self) -> None:
        """Show the name to be typed again; the field is not filled in."""
        journey = self.scene.walk.journey
        alias, account = journey.texts.get("alias", ""), account_of(journey)
        self._address.show_plain(f"{alias}@{account.domain if account else 'ntuh.gov.tw'}")
        pairs = suggestions.lookalikes(alias)
        self._spelled.say(
            "ui.spelled_lookalike" if pairs else "ui.spelled",
            spelled=suggestions.spelled(alias),
            count=len(alias),
            pairs=" ".join(pairs),
        )
        self.labelled["alias_again"].put("")
        self.typing()

    def on_descendant_blur(self) -> None:
        """Say no more that it agrees so far, where the field that is left says that it does not."""
        self.typing()

    def typing(self) -> None:
        """Show whether it agrees so far."""
        alias = self.scene.walk.journey.texts.get("alias", "")
        typed = folded(self.labelled["alias_again"].asked, self.fields.entry())
        typed, alias = typed.casefold(), alias.casefold()
        key = "ui.match_all" if typed == alias else "ui.match_so_far" if alias.startswith(typed) else "ui.match_not"
        wrong = key == "ui.match_not"
        self._match.mark = self.scene.glyphs.wrong if wrong else self.scene.glyphs.done
        self._match.set_class(wrong, "-wrong")
        refused = bool(self.labelled["alias_again"].error.key)  # the field has said so itself
        self._match.say(key if typed and not refused else "")

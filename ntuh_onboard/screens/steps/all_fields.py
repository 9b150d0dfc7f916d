"""All fields of a step together: what they hold, what is wrong with them, and when that is said."""

from __future__ import annotations

from collections.abc import Sequence

from textual.widget import Widget

from ntuh_onboard.common.secret import Secret
from ntuh_onboard.journey.checking import Complaint, Entry
from ntuh_onboard.journey.state import Journey
from ntuh_onboard.journey.step import Kind, Step
from ntuh_onboard.rules import FOLDS, Level
from ntuh_onboard.screens.base.persona import ID_FIELDS, is_another
from ntuh_onboard.screens.base.rule_words import broken_rule
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.steps.step_fields import LabelledField

ON_LEAVING = {"identity.upper_case": "ui.upper_case_left"}
"""What is said of a rule when a field is left, where its own sentence offers keys that act when the step is sent."""


class Fields:
    """All fields of one step.

    Attributes:
        labelled: the widgets by field id, in the order of the table.

    """

    def __init__(self, scene: Scene, step: Step) -> None:
        self._step = step
        self._told: dict[tuple[str, str], str] = {}
        self._scene = scene
        self.labelled = {each.id: LabelledField(scene, each) for each in step.fields}
        for each in self.labelled.values():
            each.checked = self._check_left
        for each in self.labelled.values():
            each.confirmed = self.labelled.get(each.asked.confirms)

    def start(self, journey: Journey) -> None:
        """Fill in what was typed before, or its prefill; no secrets or picture codes; disable sealed steps."""
        for labelled in self.labelled.values():
            labelled.put(journey.starting(labelled.asked) if labelled.asked.kept else "")
            labelled.disabled = journey.sealed

    def show(self, journey: Journey) -> None:
        """Show the fields that are asked now, hide the others."""
        if journey.asked is self._step:
            asked = {each.id for each in journey.fields(self.kept())}
            for key, each in self.labelled.items():
                each.display = key in asked

    def kept(self) -> dict[str, str]:
        """Return the texts that may be kept when the step is left."""
        return {key: each.text for key, each in self.labelled.items() if each.asked.kept}

    def leave(self) -> dict[str, str]:
        """Return `kept()`, and clear everything else."""
        kept = self.kept()
        self._told.clear()
        for each in self.labelled.values():
            if not each.asked.kept:
                each.put("")
        return kept

    def clear(self, key: str) -> None:
        """Empty one field that is not kept, since its text was refused, and the one that repeats it."""
        for each in self.labelled.values():
            if key and key in {each.asked.id, each.asked.repeats} and not each.asked.kept:
                each.put("")
                each.wrong_text = ""

    def entry(self) -> Entry:
        """Return what the fields on display hold."""
        shown = [each for each in self.labelled.values() if each.display]
        return Entry(
            {each.asked.id: each.control.answer for each in shown if each.asked.kind is not Kind.SECRET},
            {each.asked.id: Secret(each.control.answer) for each in shown if each.asked.kind is Kind.SECRET},
        )

    def controls(self) -> list[Widget]:
        """Return the controls that can be typed into, in order."""
        return [each.control for each in self.labelled.values() if each.display and not each.disabled]

    def strangers(self) -> list[str]:
        """Return the keys of fields that hold, in practice, an ID other than the one handed out (J8.3)."""
        ids = ((key, each) for key, each in self.labelled.items() if key in ID_FIELDS)
        return [key for key, each in ids if is_another(each.scene, FOLDS[each.asked.fold](each.text))]

    def changed(self, key: str) -> bool:
        """Take back what was said about this field if its text is another one; return whether that was so.

        A tick that confirms another text of it is taken back, too.
        """
        for each in self.labelled.values():
            if each.asked.confirms == key:
                each.confirmed_text_changed()
            if each.asked.repeats == key and each.error.key:
                each.complain("")  # it may agree by now; if not, it is said again when it is left, or sent
        labelled = self.labelled.get(key)
        if labelled is None:
            return False
        anew = bool(labelled.error.key) and labelled.text != labelled.wrong_text
        if anew:
            labelled.complain("")
        labelled.take_keys_meant()
        return anew

    def missing(self, key: str) -> bool:
        """Return whether this field is empty and must not be."""
        labelled = self.labelled.get(key)
        if labelled is None or labelled.text:
            return False
        return bool(self._scene.walk.complaints_about(labelled.asked, self.entry()))

    def wants(self, key: str) -> bool:
        """Return whether this field is missing, or refused as it stands."""
        labelled = self.labelled.get(key)
        refused = labelled is not None and bool(labelled.error.key) and not labelled.has_class("-advice")
        return refused or self.missing(key)

    def left_wanting(self, key: str, following: str) -> bool:
        """Say what is wrong with a field that was just left for another text; False if nothing is, or that is typed.

        What was meant for it would otherwise be typed into the next one: an ID into the password, unseen.
        """
        left, to = self.labelled.get(key), self.labelled.get(following)
        if left is None or to is None or left.asked.optional or not to.framed or to.text:
            return False
        if left.text and not left.error.key:
            left.checked(left)
        if not self.wants(key) or (left.text and left.text != left.wrong_text):
            return False
        self.ask_for(key)
        return True

    def ask_for(self, *keys: str) -> None:
        """Say which of these fields are empty and should not be; it is said again when the step is sent."""
        about, entry = self._scene.walk.complaints_about, self.entry()
        self.complain([each for key in keys if self.missing(key) for each in about(self.labelled[key].asked, entry)])
        self._told.clear()

    def accept_keys_meant(self) -> None:
        """Put every secret that was typed through an input method back into keys."""
        for each in self.labelled.values():
            each.accept_keys_meant()

    def say_nothing(self) -> None:
        """Take back what was said about every field."""
        for each in self.labelled.values():
            each.complain("")

    def _check_left(self, labelled: LabelledField) -> None:
        """Show what is wrong with a field that was left; nothing is decided by it, and nothing is sent."""
        walk = self._scene.walk
        if walk.journey.sealed or walk.journey.asked is not self._step:
            return
        for each in walk.complaints_about(labelled.asked, self.entry(), self.passed)[:1]:
            said = ON_LEAVING.get(each.rule, broken_rule(labelled.scene, each.field, each.rule))
            (labelled.advise if each.level is Level.ADVICE else labelled.complain)(said)
            labelled.told_early()

    def complain(self, complaints: Sequence[Complaint]) -> bool:
        """Show under each field the first thing that is wrong; return whether all of it is advice."""
        for each in complaints:
            labelled = self.labelled.get(each.field)
            if labelled is not None and not labelled.error.key:
                waits = labelled.waits_for_mending  # its error was said first, as in the table
                said = "ui.tick_after_mending" if waits else broken_rule(labelled.scene, each.field, each.rule)
                (labelled.advise if each.level is Level.ADVICE else labelled.complain)(said)
        advice = bool(complaints) and all(each.level is Level.ADVICE for each in complaints)
        if advice:
            self._told.update({(each.field, each.rule): self.labelled[each.field].text for each in complaints})
        return advice

    @property
    def passed(self) -> frozenset[tuple[str, str]]:
        """Advice that was given on exactly the present text, so that pressing once more goes on."""
        return frozenset((key, rule) for (key, rule), text in self._told.items() if self.labelled[key].text == text)

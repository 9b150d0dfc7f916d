"""Find the boxes and buttons of a page as the wizard finds them, and tell apart by what each is found (J0.7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html.buttons import Act, best
from ntuh_onboard.backend.web.html.controls import FILLED, Control, Kind
from ntuh_onboard.backend.web.html.dialogs import with_dialog_open
from ntuh_onboard.backend.web.html.form_finding import FoundForm
from ntuh_onboard.backend.web.html.form_kinds import CODE_REQUEST, PHONE, FormKind
from ntuh_onboard.backend.web.html.page import Clue, Page
from ntuh_onboard.backend.web.html.script_made import pressed_by_script
from ntuh_onboard.backend.web.profile.site_profile import SiteProfile
from ntuh_onboard.check.word_findings import Held


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of a page.

    Attributes:
        found: each form, by the keys of its boxes and of its button.
        failed: why the others were not found.

    """

    found: Mapping[str, FoundForm]
    failed: tuple[UnexpectedPage, ...]


def forms_of(page: Page, kinds: Sequence[FormKind], profile: SiteProfile) -> Forms:
    """Find the forms of these kinds, each whole or not at all."""
    found: dict[str, FoundForm] = {}
    failed: list[UnexpectedPage] = []
    for kind in kinds:
        try:
            form = page.form(kind, profile.clue)
        except UnexpectedPage as missing:
            failed.append(missing)
        else:
            found[kind.button] = form
            for part in kind.parts:
                # A box that one kind must have and the other may: the form that has it tells.
                if part.key in form.fields or part.key not in found:
                    found[part.key] = form
    return Forms(found, tuple(failed))


def box(page: Page, key: str, kind: Kind, forms: Forms, profile: SiteProfile) -> tuple[Held, int]:
    """Return the state of a box, and how many fit."""
    clue, form = profile.clue(key), forms.found.get(key)
    if form is not None:
        control = form.fields.get(key)
        return (Held.MISSING, 0) if control is None else (_of_box(page, clue, control), 1)
    try:
        return _of_box(page, clue, page.field(clue, kind)), 1
    except UnexpectedPage as missing:
        return (Held.SEVERAL if missing.why is Why.AMBIGUOUS else Held.MISSING), missing.found


def control_of(page: Page, key: str, kind: Kind, forms: Forms, profile: SiteProfile) -> Control | None:
    """Return the box itself; None if it was not found."""
    form = forms.found.get(key)
    if form is not None:
        return form.fields.get(key)
    try:
        return page.field(profile.clue(key), kind)
    except UnexpectedPage:
        return None


def button(page: Page, key: str, forms: Forms, profile: SiteProfile) -> tuple[Held, int]:
    """Return the state of a button: the one that sends its form, or whatever on the page has its words."""
    clue, form = profile.clue(key), forms.found.get(key)
    try:
        act = page.act(clue) if form is None else page.button(form, clue)
    except UnexpectedPage as missing:
        if form is not None and form.kind is CODE_REQUEST and number_dialog(page, profile) is not None:
            return Held.FOUND, 1  # a script opens what is there already
        if missing.why in {Why.FORM, Why.SCRIPT} or (missing.why is Why.NOT_FOUND and pressed_by_script(page, clue)):
            return Held.BY_SCRIPT, 1
        fitting = best(clue.words, page.acts) or [each for each in page.acts if clue.points_to(each.id, each.name)]
        return (Held.SEVERAL, len(fitting)) if len(fitting) > 1 else (Held.MISSING, 0)
    return _of_act(clue, act), 1


def number_dialog(page: Page, profile: SiteProfile) -> Page | None:
    """Return the page that asks for the registered number if it is a dialog of this page; else None."""
    return with_dialog_open(page, PHONE, profile.at("phone", "account").clue)


def _of_box(page: Page, clue: Clue, control: Control) -> Held:
    if not _fillable(page, control):
        return Held.NOT_FILLABLE
    boxes = tuple(each for each in page.controls if each.seen and each.kind in FILLED)
    if control in clue.worded(page.labels, boxes):
        return Held.FOUND
    return Held.BY_ID if control in clue.pointed(boxes) else Held.BY_FORM


def _fillable(page: Page, control: Control) -> bool:
    """Return whether a person could fill it in; tried on a draft that is never sent."""
    try:
        draft = page.draft(control)
        if control.kind is Kind.TEXT:
            draft.put(control, "")
        elif control.kind is Kind.CHOICE:
            draft.choose(control, next((each.value for each in control.options if not each.disabled), ""))
        else:
            draft.tick(control, ticked=control.checked)
    except UnexpectedPage:
        return False
    return True


def _of_act(clue: Clue, act: Act) -> Held:
    if best(clue.words, (act,)):
        return Held.FOUND
    if not clue.words:
        return Held.ONLY_ONE
    return Held.BY_ID if clue.points_to(act.id, act.name) else Held.BY_FORM

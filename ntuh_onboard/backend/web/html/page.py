"""A page as a person with the printed guide reads it (J0.7): fields by their labels, buttons and links by their words.

Whatever is looked for is found exactly once, or it is an error that says what was looked for and how many were found.
The profile's ids are the second clue: they are used if the words find nothing, or more than one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import TypeVar

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html import labelled_values
from ntuh_onboard.backend.web.html.buttons import Act, best
from ntuh_onboard.backend.web.html.clue import Clue
from ntuh_onboard.backend.web.html.control_features import SECRETS, alone, can_be, role_of
from ntuh_onboard.backend.web.html.controls import FILLED, Control, Kind
from ntuh_onboard.backend.web.html.embedded_addresses import Image
from ntuh_onboard.backend.web.html.form_buttons import sending_act
from ntuh_onboard.backend.web.html.form_draft import Draft
from ntuh_onboard.backend.web.html.form_finding import ClueOf, FoundForm, found_form
from ntuh_onboard.backend.web.html.form_kinds import FormKind
from ntuh_onboard.backend.web.html.page_reading import Reading
from ntuh_onboard.backend.web.html.picture_codes import picture_code
from ntuh_onboard.backend.web.html.tree import Element
from ntuh_onboard.backend.web.html.unknown_wants import unknown_wants
from ntuh_onboard.backend.web.html.word_forms import plain
from ntuh_onboard.backend.web.http import unread_bytes
from ntuh_onboard.backend.web.http.response import Answer
from ntuh_onboard.common.safe_text import safe_line

__all__ = ["Clue", "Page"]
Found = TypeVar("Found", Control, Act)


class Page(Reading):
    """One page, asked by a person's words; `Reading` has what can be read directly."""

    driven = False
    """Whether a browser shows it, so that its own script does what a press does."""

    @cached_property
    def forms(self) -> dict[tuple[str, str], FoundForm | UnexpectedPage]:
        """The forms that were looked for, by kind and site, and why those that are not there are not."""
        return {}

    @classmethod
    def of(cls, answer: Answer) -> Page:
        """Return the page of an answer; raises UnexpectedPage if it is no HTML page."""
        if not answer.is_page:
            raise UnexpectedPage(Why.MALFORMED)
        read = answer.decoded
        page = cls(
            read.text, answer.url, charset=read.charset, exact=read.exact, status=answer.status, date=answer.date
        )
        page.refresh = answer.refresh
        return page

    def __repr__(self) -> str:
        return f"<Page of {len(self.controls)} controls>"

    def field(self, clue: Clue, *kinds: Kind) -> Control:
        """Return the one field with these words that a person can see, of these kinds (by default of any).

        If the words are nowhere and no id is known, return the one box that features alone determine
        (`control_features`).
        """
        among = tuple(each for each in self.controls if each.seen and each.kind in (kinds or FILLED))
        by_words, by_ids = clue.worded(self.labels, among), clue.pointed(among)
        role = role_of(clue.words)
        if by_words and by_ids and not {*by_words} & {*by_ids}:
            raise self._differing(clue, *by_words, *by_ids)
        if not by_words and not by_ids and role is not None:
            by_words = alone(role, among, self.labels)
        found = _one(clue, by_words, among)
        if (
            role is not None
            and not can_be(role, found)
            and any(can_be(role, each) and each.form is found.form for each in among if role in SECRETS)
        ):
            raise self._differing(clue, found)
        if (parts := self.labels.parts(found)) and not clue.points_to(found.id, found.name):
            raise self._differing(clue, found, *parts)
        return found

    def form(self, kind: FormKind, clue_of: ClueOf) -> FoundForm:
        """Return the one form of this kind; `clue_of` returns what the profile knows about a key."""
        return found_form(kind, self.controls, self.labels, self.images, clue_of)

    def button(self, found: FoundForm, clue: Clue) -> Act:
        """Return what sends a form: by the words on it, else the form's only button that does not lead away."""
        return sending_act(found.form, found.kind.button, clue, self.acts, self.controls, (*found.fields.values(),))

    def act(self, clue: Clue, *, button: bool | None = None) -> Act:
        """Return the one button or link with these words; `button` limits the search to buttons, or to links."""
        among = tuple(each for each in self.acts if button is None or each.is_button is button)
        return _one(clue, best(clue.words, among), among)

    def act_at(self, element: Element) -> Act | None:
        """Return what pressing an element does that is not among `acts`; None if nothing but its address tells."""
        del element
        return None

    def image(self, clue: Clue, beside: Control | None = None) -> Image:
        """Return the picture code, by what is known about it, else by the box beside it (`picture_codes`)."""
        return picture_code(clue, self.images, beside)

    def draft(self, at: Control | Act) -> Draft:
        """Return the form of a field or a button, to be filled in; for a script link, the one form that it sends."""
        form = at.form if isinstance(at, Control) else self._form_of(at)
        if form is None:
            raise UnexpectedPage(Why.FORM)
        return Draft(form, self.controls, self.url, self.base, self.charset)

    def unknown_wants(
        self, form: Element, known: Collection[Control], *, on_file: bool = False, pressed: Element | None = None
    ) -> tuple[str, ...]:
        """Return the page's names for what a form wants and is not in `known`, which is filled in (`unknown_wants`)."""
        found = self.wanting(form, known, on_file=on_file, pressed=pressed)
        return tuple(self.labels.called(each) for each in found)

    def wanting(
        self, form: Element, known: Collection[Control], *, on_file: bool = False, pressed: Element | None = None
    ) -> tuple[Control, ...]:
        """Return the controls of a form that must not stay as they are, and are not in `known`."""
        return unknown_wants(form, self.tree, self.controls, self.labels, known, on_file=on_file, pressed=pressed)

    def shown(self, clue: Clue) -> str:
        """Return what the page shows beside these words, made harmless."""
        missing = UnexpectedPage(Why.NOT_FOUND, str(clue))
        for words in clue.words:
            try:
                return labelled_values.shown(words, self.controls, self.labels)
            except UnexpectedPage as refused:
                missing = UnexpectedPage(refused.why, words, refused.found)
        for known in clue.ids:
            for id_, element in self.tree.ids.items():
                if Clue(ids=(known,)).points_to(id_, "") and element.look.displayed:
                    value = unread_bytes.shown(element.get("value"))
                    return safe_line(value if element.tag == "input" else element.seen_text(), 500)
        raise missing

    def mentions(self, words: str) -> bool:
        """Return whether these words are in a line or a message of the page that a person sees."""
        wanted = plain(words)
        return any(wanted in each for each in self.plain_lines)

    def says(self, words: str) -> bool:
        """Return whether a whole line or message is these words (O-10: a part of "not verified" is no success)."""
        return plain(words).rstrip("!") in {each.rstrip("!") for each in self.plain_lines}

    def _differing(self, clue: Clue, *found: Control) -> UnexpectedPage:
        """Return the error for clues that point to several boxes, or to one that it cannot be."""
        called = tuple(self.labels.called(each) for each in dict.fromkeys(found))
        return UnexpectedPage(Why.AMBIGUOUS, str(clue), max(len(called), 2), called)

    def _form_of(self, act: Act) -> Element | None:
        if act.control is not None:
            return act.control.form
        if act.sent_form is not None:
            return act.sent_form
        around = next((each for each in act.element.above() if each.tag == "form"), None)
        if around is not None:
            return around
        forms = {each.form for each in self.controls if each.name == "__EVENTTARGET" and each.form is not None}
        return next(iter(forms)) if len(forms) == 1 else None


def _one(clue: Clue, by_words: Sequence[Found], among: Iterable[Found]) -> Found:
    """Return the one found by words; if they find none or several, the one of these that the ids point to."""
    if len(by_words) == 1:
        return by_words[0]
    by_ids = [each for each in (by_words or among) if clue.points_to(each.id, each.name)]
    if len(by_ids) == 1:
        return by_ids[0]
    found = len(by_words) or len(by_ids)
    raise UnexpectedPage(Why.AMBIGUOUS if found else Why.NOT_FOUND, str(clue), found)

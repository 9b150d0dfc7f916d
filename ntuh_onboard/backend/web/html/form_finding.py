"""Find a form of a page by its kind: every part of it in one form, and every clue agreeing.

The profile's words come first, then its ids, then features, then places. A weaker clue is used if the stronger ones say
nothing, or name several boxes; it never overrules one. Clues that point to two boxes are an error that names both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html.clue import Clue
from ntuh_onboard.backend.web.html.control_features import (
    Against,
    Role,
    by_general_words,
    by_name,
    by_token,
    can_be,
    may_mean_a_message,
    meanings,
    speaks_against,
    speaks_of_mail,
)
from ntuh_onboard.backend.web.html.controls import FILLED, Control
from ntuh_onboard.backend.web.html.embedded_addresses import Image
from ntuh_onboard.backend.web.html.form_kinds import FormKind, Part, Places
from ntuh_onboard.backend.web.html.labels import Labels
from ntuh_onboard.backend.web.html.picture_codes import has_code, stands_beside_code
from ntuh_onboard.backend.web.html.tree import Element

ClueOf = Callable[[str], Clue]


@dataclass(frozen=True, slots=True)
class FoundForm:
    """A form of a known kind.

    Attributes:
        kind: the kind.
        form: the form's element.
        fields: its boxes by the key of their words, without those that it does not have.
        by_words: how many of them were found by the profile's own words.
        by_place: the keys of those that were found by nothing but their place.

    """

    kind: FormKind
    form: Element
    fields: Mapping[str, Control]
    by_words: int = 0
    by_place: frozenset[str] = frozenset()

    def __getitem__(self, key: str) -> Control:
        """Return one of its boxes; raises UnexpectedPage if the form has none."""
        found = self.fields.get(key)
        if found is None:
            raise UnexpectedPage(Why.NOT_FOUND, key)
        return found


def found_form(
    kind: FormKind, controls: Sequence[Control], labels: Labels, pictures: Sequence[Image], clue_of: ClueOf
) -> FoundForm:
    """Return the one form of this kind; raises UnexpectedPage, which says what is missing or differs."""
    if kind.one_password is not None and sum(each.type == "password" and each.seen for each in controls) == 1:
        kind = kind.one_password
    return _found(kind, controls, labels, pictures, clue_of)


def _found(
    kind: FormKind, controls: Sequence[Control], labels: Labels, pictures: Sequence[Image], clue_of: ClueOf
) -> FoundForm:
    forms = dict.fromkeys(each.form for each in controls if each.form is not None and each.seen and each.kind in FILLED)
    found: list[FoundForm] = []
    missed: list[tuple[int, UnexpectedPage]] = []
    for form in forms:
        search = _Search(kind, form, controls, labels, pictures, clue_of)
        try:
            found.append(search.result())
        except UnexpectedPage as failed:
            missed.append((search.by_words, failed))
    most = max((each.by_words for each in found), default=0)
    best = [each for each in found if each.by_words == most]
    if len(best) == 1 and all(words <= most for words, _ in missed):
        return best[0]
    if len(best) > 1:
        raise UnexpectedPage(Why.AMBIGUOUS, str(clue_of(kind.parts[0].key)), len(best))
    if missed:
        raise max(missed, key=lambda each: each[0])[1]
    raise UnexpectedPage(Why.NOT_FOUND, str(clue_of(kind.parts[0].key)))


class _Search:
    """The search for the parts of one kind in one form."""

    def __init__(  # noqa: PLR0917  # what is known of a page
        self,
        kind: FormKind,
        form: Element,
        controls: Sequence[Control],
        labels: Labels,
        pictures: Sequence[Image],
        clue_of: ClueOf,
    ) -> None:
        self._kind = kind
        self._form = form
        self._labels = labels
        self._pictures = pictures
        self._clue_of = clue_of
        self._boxes = tuple(each for each in controls if each.form is form and each.seen and each.kind in FILLED)
        self._settled: dict[str, Control] = {}
        self._among: dict[str, tuple[Control, ...]] = {}
        self._doubtful: dict[str, Sequence[Control]] = {}
        self._by_place_only: set[str] = set()
        self.by_words = 0

    def result(self) -> FoundForm:
        """Return the form with all of its parts; raises UnexpectedPage."""
        for part in self._kind.parts:
            self._by_words(part)
        self._judge_words()
        while self._settle_next():
            pass
        wanting = [each for each in self._kind.parts if each.key not in self._settled]
        missing = [self._missing(each) for each in wanting if each.needed or self._wants(each)]
        for each in sorted(missing, key=lambda failed: failed.found):  # one that is not there at all is reported first
            raise each
        return FoundForm(self._kind, self._form, self._settled, self.by_words, frozenset(self._by_place_only))

    def _wants(self, part: Part) -> bool:
        """Return whether there are boxes that an optional part could be, and that must not stay empty."""
        taken = self._settled.values()
        left = (*self._among[part.key], *self._doubtful.get(part.key, ()))
        return (part.secret or part.role is Role.ACCOUNT) and any(each not in taken for each in left)

    def _by_words(self, part: Part) -> None:
        """Settle a part by the profile's words and ids; else keep those that are tied, or all that it can be."""
        clue = self._clue_of(part.key)
        named, pointed = clue.worded(self._labels, self._boxes), clue.pointed(self._boxes)
        both = tuple(each for each in named if each in pointed)
        if named and pointed and not both:
            raise self._differing(part, *named, *pointed)
        found = both or named or pointed
        self.by_words += bool(named)
        if len(found) == 1:
            self._settled[part.key] = found[0]
        elif found:
            self._among[part.key] = tuple(each for each in found if can_be(part.role, each)) or found
        else:
            self._among[part.key] = self._wordless(part)
            if part.role is Role.CODE and len(codes := self._unpictured()) == 1:
                self._settled[part.key] = codes[0]

    def _unpictured(self) -> Sequence[Control]:
        """Return the boxes for a code whose words do not say where it comes from, if none is a picture code's."""
        among = [each for each in self._boxes if can_be(Role.CODE, each)]
        plain_ones = [each for each in among if any(map(may_mean_a_message, self._labels.claims(each)))]
        if not plain_ones or by_general_words(Role.CODE, among, self._labels):
            return ()
        pictured = [each for each in among if stands_beside_code(each, self._pictures, self._boxes)]
        if not pictured and has_code(self._form, self._pictures):
            return ()
        return [each for each in plain_ones if each not in pictured]

    def _wordless(self, part: Part) -> tuple[Control, ...]:
        """Return the boxes that a part can be whose words are nowhere; unlikely ones are remembered."""
        against = {
            each: speaks_against(part.role, each, self._labels) for each in self._boxes if can_be(part.role, each)
        }
        self._doubtful[part.key] = [each for each, how in against.items() if how is Against.ABOVE]
        return tuple(each for each, how in against.items() if how is Against.NOT or self._is_placed(part, each))

    def _is_placed(self, part: Part, box: Control) -> bool:
        """Return whether what stands with a box says what it is, where nobody knows its words.

        For a picture code that is a picture, and for the mail name what comes behind it in every address.
        """
        meant = {role for each in self._labels.claims(box) for role in meanings(each)}
        if part.role is Role.CAPTCHA:
            return not meant and stands_beside_code(box, self._pictures, self._boxes)
        return part.role is Role.ALIAS and speaks_of_mail(box, self._labels)

    def _judge_words(self) -> None:
        """Refuse a box that is two parts, or whose type shows a password or hides what is to be read."""
        owners: dict[Control, str] = {}
        hidden = any(each.type == "password" for each in self._boxes)
        for part in self._kind.parts:
            box = self._settled.get(part.key)
            if box is None:
                continue
            if owners.setdefault(box, part.key) != part.key:
                raise self._differing(part, box)
            shows = part.secret and box.type != "password" and hidden
            hides = box.type == "password" and not part.secret and part.role is not Role.CODE
            if shows or hides:
                raise self._differing(part, box)
            if (parts := self._labels.parts(box)) and not self._clue_of(part.key).points_to(box.id, box.name):
                raise self._differing(part, box, *parts)

    def _settle_next(self) -> bool:
        """Settle one part by features, else by place; return False if nothing more is settled."""
        if self._settle(self._by_features):
            return True
        settled = self._settle(self._by_place)
        if settled:
            self._by_place_only.add(settled)
        return bool(settled)

    def _settle(self, rule: Callable[[Part, tuple[Control, ...]], Sequence[Control]]) -> str:
        """Settle the first part for which a rule finds exactly one box, and return its key; empty if there is none."""
        for part in self._kind.parts:
            if part.key in self._settled:
                continue
            taken = self._settled.values()
            among = tuple(each for each in self._among[part.key] if each not in taken)
            found = rule(part, among)
            if len(found) == 1:
                self._settled[part.key] = found[0]
                return part.key
        return ""

    def _by_features(self, part: Part, among: tuple[Control, ...]) -> Sequence[Control]:
        if not among:
            return ()
        worded = by_general_words(part.role, among, self._labels)
        if part.role is Role.ALIAS and not worded:
            worded = tuple(each for each in among if speaks_of_mail(each, self._labels))
        clues = (worded,) if part.worded else (by_token(part.role, among), worded, by_name(part.role, among))
        sure = {each[0] for each in clues if len(each) == 1}
        if len(sure) > 1:
            raise self._differing(part, *sure)
        if sure:
            return (*sure,)
        left = set(among)
        for each in clues:
            left &= set(each) or left
        return tuple(left) if any(clues) else ()

    def _by_place(self, part: Part, among: tuple[Control, ...]) -> Sequence[Control]:
        """Return the box at the part's place, unless an unlikely box could be there instead."""
        if part.place is None:
            return ()
        taken = self._settled.values()
        doubtful = [each for each in self._doubtful.get(part.key, ()) if each not in taken]
        found = part.place(Places(self._boxes, self._pictures, self._settled), (*among, *doubtful))
        return () if any(each in doubtful for each in found) else found

    def _missing(self, part: Part) -> UnexpectedPage:
        left = [each for each in self._among[part.key] if each not in self._settled.values()]
        why = Why.AMBIGUOUS if len(left) > 1 else Why.NOT_FOUND
        return UnexpectedPage(why, str(self._clue_of(part.key)), len(left) if len(left) > 1 else 0, self._called(left))

    def _differing(self, part: Part, *boxes: Control) -> UnexpectedPage:
        """Return the error for clues that point to different boxes, or to one that it cannot be."""
        several = tuple(dict.fromkeys(boxes))
        return UnexpectedPage(Why.AMBIGUOUS, str(self._clue_of(part.key)), max(len(several), 2), self._called(several))

    def _called(self, boxes: Sequence[Control]) -> tuple[str, ...]:
        """Return what the boxes are called on the page."""
        return tuple(self._labels.called(each) for each in boxes)

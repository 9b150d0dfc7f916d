"""Which words on the page belong to which control, as a person sees it; the guide's words find the field (J0.7).

A control takes the words that are plainly its own: of a `<label>`; else those before it in its line; else the cell to
its left; else the line or the cell above; and besides them the words in the box itself (placeholder, aria-label,
title). Words that belong to an earlier control are not taken. Words must be equal: 密碼 does not find 新密碼.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from ntuh_onboard.backend.web.html.controls import FILLED, Control, Kind
from ntuh_onboard.backend.web.html.own_words import is_note, wordings
from ntuh_onboard.backend.web.html.table_grid import Grids
from ntuh_onboard.backend.web.html.text_lines import Flow
from ntuh_onboard.backend.web.html.tree import Element, Tree
from ntuh_onboard.backend.web.html.word_forms import (
    AROUND,
    explains,
    is_wording,
    only_explains,
    plain,
    shorter_forms,
    unasked,
    without_brackets,
)
from ntuh_onboard.common.safe_text import safe_line
from ntuh_onboard.profiles.control_words import control_words

_SPLIT = frozenset({"text", "tel", "number"})
_JOINT = re.compile(r"[-–—－ー~～/／()（）.．+\s]*[-–—－ー~～/／()（）.．][-–—－ー~～/／()（）.．\s]*")
"""What is written between two boxes of one number."""
_FEW = 4
"""Characters of a box that is one of several for a code or a number, with nothing between."""
_WIDE = "：；＊，．－　"
"""Full-width characters that are around words and are none of them."""
_BOXES = frozenset({"input", "select", "textarea"})
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption", "a")
_NAMING = ("td", "th", "dt", "label", "span", "b", "strong", "div", "p")
_DIALOGS = frozenset({"dialog", "alertdialog"})
_IN_BOX = ("placeholder", "aria-label", "title")
_EXAMPLE = re.compile(r"^(?:ex|e\.g\.|例|例如|如|範例)[.:]*\s*[:.]\s*\S+\s*", re.IGNORECASE)


class Rank(IntEnum):
    """How plainly words belong to a control; the smaller, the plainer."""

    OWN = 0
    ABOVE = 1
    IN_BOX = 2
    FAR = 3
    VALUE = 4


@dataclass(frozen=True, slots=True)
class Claim:
    """Words of a control.

    Attributes:
        rank: how plainly they belong to it.
        whole: the words in the form in which they are compared.
        shorter: the same without hints in brackets at the end, and other shorter forms.
        text: as the page writes them.

    """

    rank: Rank
    whole: str
    shorter: tuple[str, ...]
    text: str = ""

    def fits(self, wanted: str) -> int | None:
        """Return 0 for the same words, 1 if a hint or 「請輸入」 was left out on one side, None if they differ."""
        if wanted == self.whole:
            return 0
        if wanted in self.shorter or unasked(wanted) in {self.whole, *self.shorter}:
            return 1
        return 1 if explains(self.whole, wanted) else None


def claim(rank: Rank, text: str, *others: str) -> Claim | None:
    """Return a claim to these words; None if they are no words: a dash between two boxes, a number, a prefix.

    `others` are parts of the same words, for example without a remark among them.
    """
    whole = plain(text)
    if not is_wording(whole):
        return None
    shorter = [form for each in (text, *others) for form in (plain(each), *shorter_forms(each)) if is_wording(form)]
    return Claim(rank, whole, tuple(each for each in dict.fromkeys(shorter) if each != whole), text)


class Labels:
    """The words of every control of a page; `flow` and `grids` are the same page as lines and as tables."""

    def __init__(self, tree: Tree, controls: tuple[Control, ...]) -> None:
        self._tree = tree
        self.flow = Flow(tree.root)
        self.grids = Grids(tree)
        self._boxes = frozenset(each.element for each in controls if each.kind in FILLED)
        self._for = self._labels_for()
        self._named_ones = tuple(each for each in controls if each.kind in FILLED and each.seen)
        self._known: dict[Control, tuple[Claim, ...]] = {}

    def found(self, words: str, among: tuple[Control, ...]) -> tuple[Control, ...]:
        """Return the controls to which these words belong most plainly; more than one cannot be told apart."""
        wanted = plain(words)
        fitting: dict[tuple[int, int], list[Control]] = {}
        for each in among:
            ranks = [(mine.rank, fit) for mine in self.claims(each) if (fit := mine.fits(wanted)) is not None]
            if ranks:
                fitting.setdefault(min(ranks), []).append(each)
        if not fitting:
            return ()
        best = min(fitting)
        if best[0] is Rank.ABOVE:  # a heading over one box, and the word in another: it is unclear which is meant
            return tuple(one for (rank, _), several in fitting.items() if rank <= Rank.IN_BOX for one in several)
        return tuple(fitting[best])

    def claims(self, control: Control) -> tuple[Claim, ...]:
        """Return the words of one control; none if it cannot be filled in."""
        found = self._known.get(control)
        if found is None:  # most pages are asked for none of their boxes
            found = tuple(self._claims_of(control)) if control.kind in FILLED and control.seen else ()
            self._known[control] = found
        return found

    @cached_property
    def facts(self) -> Sequence[tuple[Element, str, str]]:
        """The elements that may name a fact, each with its text, and that in the form in which words are compared."""
        shown = (each for each in self._tree.all(*_NAMING) if each.look.displayed and each.look.visible)
        return tuple((each, text, plain(text)) for each in shown if (text := each.seen_text()))

    def parts(self, control: Control) -> tuple[Control, ...]:
        """Return the other boxes that one text is split into with this one: an area code, a dash, a number."""
        if control.type not in _SPLIT:
            return ()
        boxes = {each.element: each for each in self._named_ones if each.type in _SPLIT}
        near = ((boxes[each], text) for each, text in self.flow.beside(control.element) if each in boxes)
        mine = {each.whole for each in self.claims(control)} | {
            plain(each) for each in control_words().contact["area_code"]
        }
        return tuple(
            other
            for other, text in near
            if (_JOINT.fullmatch(text) or (not text and max(control.most or 9, other.most or 9) <= _FEW))
            and all(each.whole in mine or each.rank is Rank.VALUE for each in self.claims(other))
        )

    def is_heading(self, mine: Claim) -> bool:
        """Return whether words above a control are a heading or a link of the page."""
        return mine.rank is Rank.ABOVE and mine.whole in self._headings

    @cached_property
    def _headings(self) -> frozenset[str]:
        return frozenset(plain(each.seen_text()) for each in self._tree.all(*_HEADINGS))

    def called(self, control: Control) -> str:
        """Return what a control is called on the page, made harmless; its name if it has no words."""
        claims = [mine for mine in self.claims(control) if mine.rank is not Rank.VALUE]
        text = min(claims, key=lambda mine: mine.rank).text if claims else control.name or control.id
        return safe_line(text.strip(AROUND + _WIDE), 60)

    def words(self) -> tuple[str, ...]:
        """Return all words that belong to some control, for those who look for a changed one."""
        every = (mine for each in self._named_ones for mine in self.claims(each))
        return tuple(dict.fromkeys(mine.whole for mine in every if mine.rank is not Rank.VALUE))

    def _labels_for(self) -> dict[Element, list[Element]]:
        found: dict[Element, list[Element]] = {}
        for each in self._tree.all("label"):
            if "for" in each.attrs:
                target = self._tree.ids.get(each.get("for"))
            else:
                target = next((one for one in each.walk() if one.tag in _BOXES), None) or self._only_box_beside(each)
            if target is not None and each.look.displayed and each.look.visible:
                found.setdefault(target, []).append(each)
        return found

    def _only_box_beside(self, label: Element) -> Element | None:
        """Return the box that a label without `for` stands beside: the only one of an item whose only label it is."""
        item = label.parent
        if item is None or sum(each.tag == "label" for each in item.walk()) != 1:
            return None
        boxes = [each for each in item.walk() if each in self._boxes and each.look.seen]
        return boxes[0] if len(boxes) == 1 and boxes[0].place > label.place else None

    def _claims_of(self, control: Control) -> Iterator[Claim]:
        own, in_box = list(self._named(control)), list(self._in_box(control))
        yield from own
        yield from in_box
        if control.type == "text" and (shown := claim(Rank.VALUE, control.value)) is not None:
            yield shown
        if any(not only_explains(each.text) for each in own):
            return
        placed = control.kind in {Kind.TICK, Kind.RADIO} and self.flow.after(control.element)
        for rank, text in [(Rank.OWN, placed)] if placed else self._words_around(control):
            # A control with words in itself needs none above it: those more likely belong to another control.
            made = claim(Rank.FAR if in_box and rank is Rank.ABOVE else rank, text)
            if made is not None:
                yield made

    def _named(self, control: Control) -> Iterator[Claim]:
        texts = [_label_words(each, control) for each in self._for.get(control.element, ())]
        naming = control.element.get("aria-labelledby") or ("" if texts else self._group_named(control))
        if naming:
            texts.append((self._pointed(naming),))
        for several in texts:
            made = claim(Rank.OWN, *several) if several else None
            if made is not None:
                yield made

    def _pointed(self, naming: str) -> str:
        """Return the words of the elements that an `aria-labelledby` points to."""
        pointed = (self._tree.ids.get(each) for each in naming.split())
        return " ".join(each.seen_text() for each in pointed if each is not None)

    def _group_named(self, control: Control, *, dialog: bool = False) -> str:
        """Return the `aria-labelledby` of the group around this one box; of several boxes it names none.

        That of a dialog is its title, and names the box only if nothing else does.
        """
        if control.kind in {Kind.TICK, Kind.RADIO}:
            return ""
        group = next((each for each in control.element.above() if each.get("aria-labelledby")), None)
        if group is not None and (group.tag == "dialog" or group.get("role") in _DIALOGS) is not dialog:
            return ""
        alone = group is not None and sum(each in self._boxes for each in group.walk()) == 1
        return group.get("aria-labelledby") if group is not None and alone else ""

    def _in_box(self, control: Control) -> Iterator[Claim]:
        for name in _IN_BOX:
            made = claim(Rank.IN_BOX, control.element.get(name))
            if made is not None:
                yield made

    def _words_around(self, control: Control) -> list[tuple[Rank, str]]:
        """Return the words around it: in its line, else in the cell to the left, else after each box, else above."""
        if several := self.flow.behind(control.element, in_line=True):
            return [(Rank.OWN, several)]
        before, above = self.flow.before(control.element)
        before = _EXAMPLE.sub("", unicodedata.normalize("NFKC", before).strip())
        if is_wording(without_brackets(plain(before))):
            return [(Rank.OWN, before)]
        cells = [*self.grids.words_for(control.element)]
        if not any(beside for beside, _ in cells) and (behind := self.flow.behind(control.element)):
            return [(Rank.OWN, behind)]
        found = [(Rank.OWN if beside else Rank.ABOVE, text) for beside, text in cells]
        if above and not self.flow.in_column(control.element, self._is_bare):
            found.append((Rank.ABOVE, above))
        if not found and not above and control.kind is Kind.TEXT:
            found.append((Rank.FAR, self.flow.after(control.element)))
        found.append((Rank.FAR, self._pointed(self._group_named(control, dialog=True))))
        return found

    def _is_bare(self, element: Element) -> bool:
        """Return whether an element is a box without words in itself and without a label."""
        return (
            element in self._boxes
            and element not in self._for
            and not any(element.get(name).strip() for name in _IN_BOX)
        )


def _label_words(label: Element, control: Control) -> tuple[str, ...]:
    """Return a label's words; if it is around a box, those before the box, if any: hints come after it."""
    if control.kind in {Kind.TICK, Kind.RADIO} or label not in control.element.above():
        return wordings(label)
    within = {label, *(each for each in control.element.above() if label in each.above())}
    whole: list[str] = []
    named: list[str] = []
    for around in sorted(within, key=lambda each: each.place):
        for child in around.children:
            if child is control.element or child in within:
                break
            text = child if isinstance(child, str) else f" {child.seen_text()} "
            whole.append(text)
            named.append("" if isinstance(child, Element) and is_note(child) else text)
    before, name = (" ".join("".join(each).split()) for each in (whole, named))
    return (before, name) if is_wording(plain(before)) else wordings(label)

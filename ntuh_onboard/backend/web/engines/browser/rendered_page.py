"""A page as a browser shows it now, in the form that the page reader reads.

`rendered.js` hands over what stands in the document, shadow trees and all, with the state of every control and whether
a person sees it. No HTML is written and parsed for it: the reader's tree is built at once, so that no parser moves
anything, and whatever was computed by the browser (styles, owner forms) is taken from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ntuh_onboard.backend.web.html.answer_views import View
from ntuh_onboard.backend.web.html.buttons import Act, words_of, words_on
from ntuh_onboard.backend.web.html.controls import FILLED, SUBMITTERS, Control, Kind
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.html.page_messages import Message, Source
from ntuh_onboard.backend.web.html.tree import Element, Tree
from ntuh_onboard.backend.web.html.visibility import Look
from ntuh_onboard.backend.web.html.word_forms import plain
from ntuh_onboard.backend.web.http.redirects import absolute
from ntuh_onboard.common.safe_text import safe
from ntuh_onboard.profiles.control_words import control_words

if TYPE_CHECKING:
    from playwright.async_api import Frame

_DISPLAYED, _UNVEILED, _LETTERED, _ON_PAGE, _INDENTED, _WHOLE, _PRESSABLE = (1 << place for place in range(7))
_BUTTONS = SUBMITTERS | {Kind.BUTTON, Kind.RESET}


@dataclass(frozen=True, slots=True)
class Shown:
    """Where a page stands in the browser.

    Attributes:
        frame: the frame that shows it; None for a box of the browser's own (alert, confirm, prompt).
        token: the document's own mark; another document in the same frame has another one.
        dialog: whether only the topmost dialog was read, which keeps a person from the rest.

    """

    frame: Frame | None = field(repr=False)
    token: str
    dialog: bool = False


class LivePage(Page):
    """A page that a browser shows; what it can press is whatever looks so to a person.

    Attributes:
        at: where it stands in the browser.
        alerts: what boxes over the page have said since the last press.

    """

    driven = True
    at: Shown
    alerts: tuple[str, ...] = ()
    _pressable: frozenset[Element] = frozenset()

    @classmethod
    def of_snapshot(
        cls, found: Mapping[str, Any], frame: Frame | None, *, status: int = 200, date: datetime | None = None
    ) -> LivePage:
        """Return the page of what `rendered.js` has handed over."""
        tree, pressable = _tree(found)
        page = cls("", str(found["url"]).partition("#")[0], status=status, date=date, tree=tree)
        page.at = Shown(frame, str(found["token"]), dialog=bool(found["dialog"]))
        page._pressable = pressable
        return page

    @cached_property
    def acts(self) -> tuple[Act, ...]:
        """Everything that looks as if it could be pressed, also a button that waits for something else first."""
        controls = {each.element: each for each in self.controls if each.kind in _BUTTONS}
        found = (self._act(each, controls.get(each)) for each in self.tree.elements if each in self._pressable)
        return tuple(each for each in found if each is not None)

    def _act(self, element: Element, control: Control | None) -> Act | None:
        if not element.look.seen or (control is not None and control.kind is Kind.RESET):
            return None
        words = words_on(control) if control is not None else words_of(element)
        if control is not None:
            return Act(words, element, control=control, live=True)
        form = self.tree.pointers.get(element.mark)
        return Act(words, element, url=self._address(element), sent_form=form, live=True) if words.strip() else None

    def act_at(self, element: Element) -> Act | None:
        """Return what pressing a link does, also one in a list that only opens under the pointer."""
        form = self.tree.pointers.get(element.mark)
        words = words_of(element) or " ".join(element.raw_text().split())
        return Act(words, element, url=self._address(element), sent_form=form, live=True)

    def closed_acts(self, words: str) -> tuple[Act, ...]:
        """Return the links with these very words in lists that are closed now."""
        links = (each for each in self.tree.all("a") if not each.look.seen)
        found = (self.act_at(each) for each in links if plain(each.raw_text()) == plain(words))
        return tuple(each for each in found if each is not None)

    def _address(self, element: Element) -> str:
        """Return where a plain link leads; empty for one that only its script follows, or within the page."""
        href = element.get("href").strip()
        if element.tag not in {"a", "area"} or not href or href.startswith("#") or ":" in href.partition("/")[0]:
            href = href if href.startswith(("http://", "https://")) and element.tag == "a" else ""
        return absolute(self.base, href) if href else ""

    @cached_property
    def messages(self) -> tuple[Message, ...]:
        """What the page says, what was said in boxes over it first."""
        told = (Message(text, Source.ALERT) for each in self.alerts if (text := safe(each).strip()))
        return tuple(dict.fromkeys((*told, *super().messages)))


class LiveView(LivePage, View):
    """Such a page that answers a form, or that a script has made of another: its address may not show it."""


def box_page(kind: str, words: str, given: str) -> LivePage:
    """Return a confirm or prompt of the browser's own as a page: its words, its box, and its two buttons."""
    general = control_words().buttons
    text = ["input", {"type": "text", "value": given, "name": "prompt", "aria-label": words}, _SEEN, PROMPT, _FORM, []]
    label = ["label", {}, _SEEN, _FORM + 4, 0, [words, *([text] if kind == "prompt" else [])]]
    buttons = [
        ["button", {"type": "submit"}, _SEEN | _PRESSABLE, ACCEPT, _FORM, [general["tells"][0]]],
        ["button", {"type": "button"}, _SEEN | _PRESSABLE, DISMISS, _FORM, [general["away"][0]]],
    ]
    form = ["form", {"method": "post"}, _SEEN, _FORM, 0, [label, *buttons]]
    tree = ["body", {}, _SEEN, _FORM - 1, 0, [form]]
    found = {"token": BOX, "url": "about:blank", "title": "", "dialog": True, "tree": tree}
    return LiveView.of_snapshot(found, None)


_SEEN = _DISPLAYED | _UNVEILED | _LETTERED | _ON_PAGE | _WHOLE
_FORM = 1 << 30
PROMPT, ACCEPT, DISMISS = _FORM + 1, _FORM + 2, _FORM + 3
"""Numbers of the box and the buttons of a box of the browser's own."""
BOX = "box"
"""The token of such a box."""


def _tree(found: Mapping[str, Any]) -> tuple[Tree, frozenset[Element]]:
    """Build the reader's tree; returns it with everything in it that can be pressed."""
    root = Element("html", {}, None, 0, Look())
    title = Element("title", {}, root, 1, Look(displayed=False), children=[str(found["title"])])
    root.children.append(title)
    pressable: list[Element] = []
    owners: dict[int, int] = {}
    if found["tree"] is not None:
        root.children.append(_built(found["tree"], root, pressable, owners))
    for place, each in enumerate(root.walk()):
        each.place = place
    by_number = {each.mark: each for each in root.walk() if each.mark >= 0}
    around = next((each for each in root.children if isinstance(each, Element) and each is not title), root)
    # What has no form of its own is sent together by a script, if at all: its form is the page or the dialog.
    pointers = {mark: by_number.get(owner, around) for mark, owner in owners.items()}
    ids: dict[str, Element] = {}
    for each in root.walk():
        if each.get("id"):
            ids.setdefault(each.get("id"), each)
    return Tree(root, ids, pointers), frozenset(pressable)


def _built(node: Sequence[Any], parent: Element, pressable: list[Element], owners: dict[int, int]) -> Element:
    """Build one element and all in it, without recursion: pages nest deeper than Python does."""
    top = _element(node, parent, pressable, owners)
    waiting = [(node, top)]
    while waiting:
        source, made = waiting.pop()
        for each in source[5]:
            if isinstance(each, str):
                made.children.append(each)
            else:
                under = _element(each, made, pressable, owners)
                made.children.append(under)
                waiting.append((each, under))
    return top


_OWNED = frozenset({"input", "select", "textarea", "button"})


def _element(node: Sequence[Any], parent: Element, pressable: list[Element], owners: dict[int, int]) -> Element:
    tag, attrs, bits, number, owner, _ = node
    made = Element(str(tag), {str(name): str(value) for name, value in attrs.items()}, parent, 0, _look(int(bits)))
    made.mark = int(number)
    if bits & _PRESSABLE:
        pressable.append(made)
    if bits & _PRESSABLE or tag in _OWNED:
        owners[made.mark] = int(owner)
    return made


def _look(bits: int) -> Look:
    return Look(
        displayed=bool(bits & _DISPLAYED),
        unveiled=bool(bits & _UNVEILED),
        lettered=bool(bits & _LETTERED),
        on_page=bool(bits & _ON_PAGE),
        indented=bool(bits & _INDENTED),
        whole=bool(bits & _WHOLE),
    )


def is_bare(page: LivePage) -> bool:
    """Return whether nothing can be filled in, and no more than one thing pressed: as where a script had no answer."""
    return len(page.acts) <= 1 and not any(each.seen and each.kind in FILLED for each in page.controls)


def lines_without(page: LivePage, acts: Sequence[Act]) -> Iterator[str]:
    """Yield the lines of a page that are not the words of these buttons."""
    words = {" ".join(each.words.split()) for each in acts}
    yield from (each for each in page.lines if " ".join(each.split()) not in words)

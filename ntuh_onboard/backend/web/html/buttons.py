"""Find buttons and links by their words (J0.7), and tell what pressing one sends."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice

from ntuh_onboard.backend.web.failures import UnexpectedPage
from ntuh_onboard.backend.web.html.controls import Control, Kind
from ntuh_onboard.backend.web.html.own_words import titles
from ntuh_onboard.backend.web.html.page_messages import form_meant, inline_scripts
from ntuh_onboard.backend.web.html.tree import Element, Tree
from ntuh_onboard.backend.web.html.word_forms import has_cjk, plain, shorter_forms, unwrapped, without_brackets
from ntuh_onboard.backend.web.http.redirects import absolute
from ntuh_onboard.backend.web.script.click_listeners import click_listeners
from ntuh_onboard.backend.web.script.form_submits import functions_of, submit_of
from ntuh_onboard.backend.web.script.function_moves import move_of
from ntuh_onboard.backend.web.script.load_effects import deeds
from ntuh_onboard.backend.web.script.page_functions import FormSubmit
from ntuh_onboard.backend.web.script.postback import PostBack, of_script, submits_by_itself

_SIGNS = re.compile(r"^(?:\d{1,2}[.、)])?[^\w(\[{<【〔《〈]+|^\d{1,2}[.、)]|[^\w)\]}>】〕》〉]+$")
"""Signs, numbers of a list and quotation marks around the words on something that can be pressed."""
_NUMBER = re.compile(r"^[a-z]{1,6}[-_.]?\d{1,6}[a-z]?(?=[\u3400-\u9fff])")
"""The number of a function before its name, as in HRP0101 更改密碼."""
_KEY = re.compile(r"^(?:p?f\d{1,2}|enter|esc|(?:alt|ctrl)[+-]\w)\s*[=:：]\s*", re.IGNORECASE)
"""The key of a terminal before what it does, as in F12=清除."""
MOST_NAME = 40
"""Characters on something that only its script leads on from; more is a part of the page."""
MOST_PARTS = 12
"""Parts of a card that may be its title."""
_DATA = frozenset({"data-href", "data-url", "data-link"})
_ADDRESS = re.compile(r"(?:https?:)?/|\.{1,2}/|[\w-]+\.(?:aspx?|php|jsp|do|html?|action|cgi)\b")
_TOLD = frozenset({"title", "aria-label"})
"""What tells the name of something whose words are a code or a sign."""
_PRESSED = frozenset({Kind.SUBMIT, Kind.IMAGE, Kind.BUTTON})
_OF_FORMS = frozenset({"input", "button", "select", "textarea", "form", "body", "html"})


@dataclass(eq=False, frozen=True, slots=True)
class Act:
    """Something that can be pressed. Exactly one of control, postback, submit and url says what happens.

    Attributes:
        words: what a person reads on it.
        element: its element.
        control: a button that sends its form.
        postback: a script that sends the form.
        url: a link's address, resolved.
        within: whether it leads to a part of this page.
        submit: a script of the page that sends a form.
        sent_form: the form that this script sends.
        live: whether a browser presses it, whatever its script does; then `sent_form` is the form around it, if any.

    """

    words: str
    element: Element
    control: Control | None = None
    postback: PostBack | None = None
    url: str = field(default="", repr=False)
    within: bool = False
    submit: FormSubmit | None = None
    sent_form: Element | None = None
    live: bool = False

    @property
    def id(self) -> str:
        """Its id, for the profile's second clue."""
        return self.element.get("id")

    @property
    def name(self) -> str:
        """Its name, for the profile's second clue."""
        return self.element.get("name")

    @property
    def is_button(self) -> bool:
        """Whether it looks like a button and not like a link."""
        return self.element.tag in {"input", "button"}

    def same_as(self, other: Act) -> bool:
        """Return whether both do the same, like the entry of a menu that is shown twice."""
        if (self.live or other.live) and not (self.url and self.url == other.url):
            return self.element is other.element
        mine, theirs = ((each.postback, each.submit, each.sent_form, each.url) for each in (self, other))
        return self.control is None and other.control is None and mine == theirs

    def fits(self, wanted: str) -> int | None:
        """Return 0 for these words, 1 without a hint or a second language, 2 if only a note tells it, else None."""
        mine = plain(self.words)
        if mine == wanted:
            return 0
        if not wanted:
            return None
        if wanted in mine:
            return 1 if wanted in self._forms(mine) else 2 if wanted in self._parts() else None
        told = not _TOLD.isdisjoint(self.element.attrs) and wanted in self._told()
        return 2 if told else None

    def _told(self) -> Iterator[str]:
        """Yield the notes under the pointer at what has a code for its words.

        A note at a name is another thing: that the picture of a site leads home.
        """
        if not has_cjk(self.words):
            yield from (plain(told) for name in _TOLD if (told := self.element.get(name)))

    def _parts(self) -> Iterator[str]:
        """Yield the parts of a card, however deep they are: its title may be below its note, or inside another part."""
        if self.element.tag != "input":
            inner = (each for each in self.element.walk() if each is not self.element)
            yield from (plain(each.seen_text()) for each in islice(inner, MOST_PARTS))

    def _forms(self, whole: str) -> Iterator[str]:
        """Yield what it can be called: whole words, title, first line, each without signs and brackets around them."""
        words = _KEY.sub("", self.words.strip())
        texts = (words,) if self.element.tag == "input" else (words, *titles(self.element))
        for text in dict.fromkeys((whole, *(plain(each) for each in texts))):
            bare = _SIGNS.sub("", _NUMBER.sub("", text))
            yield from (bare, unwrapped(text), without_brackets(text), without_brackets(bare))
        for text in texts:
            yield from shorter_forms(text)


def acts(
    tree: Tree, controls: Iterable[Control], base: str, charset: str, script_files: Iterable[str] = ()
) -> tuple[Act, ...]:
    """Return everything on the page that a person can press, in the order of the page."""
    controls = tuple(controls)
    found = [*_buttons(controls, base, charset), *_links(tree, base, charset)]
    found += _by_script(
        tree, controls, {each.element for each in found}, script_files, partial(_resolved, base, charset)
    )
    return tuple(sorted(found, key=lambda act: act.element.place))


def _buttons(controls: Iterable[Control], base: str, charset: str) -> Iterator[Act]:
    for each in controls:
        if each.kind not in _PRESSED or not each.seen or each.disabled:
            continue
        words, script = words_on(each), each.element.get("onclick")
        sent = of_script(script)
        if sent is not None and not submits_by_itself(script):
            yield Act(words, each.element, postback=sent)
        elif (url := _onward(each, script, base, charset)) is not None:
            yield Act(words, each.element, url=url)
        elif each.kind is not Kind.BUTTON:
            yield Act(words, each.element, control=each, postback=None)


def _by_script(
    tree: Tree,
    controls: Iterable[Control],
    taken: Collection[Element],
    script_files: Iterable[str],
    resolved: Callable[[str], str],
) -> Iterator[Act]:
    """Yield what sends a form, or leads on, by a script of the page, if that can be told (`form_submits`)."""
    idle = {each.element: each for each in controls if each.kind is Kind.BUTTON and each.seen}
    scripted = [*_scripted(tree, idle, taken, click_listeners(inline_scripts(tree)))]
    functions = functions_of(chain(script_files, inline_scripts(tree))) if scripted else {}
    for element, words, form, script in scripted:
        submit = submit_of(script, functions)
        if submit is None:
            if (target := move_of(script, functions)) and (url := resolved(target)):
                yield Act(words, element, url=url)
            continue
        around = form or next((each for each in element.above() if each.tag == "form"), None)
        sent = form_meant(tree, submit.form) if submit.form or around is None else around
        if sent is not None:
            yield Act(words, element, submit=submit, sent_form=sent)


def _scripted(
    tree: Tree, idle: Mapping[Element, Control], taken: Collection[Element], listening: Mapping[str, str]
) -> Iterator[tuple[Element, str, Element | None, str]]:
    """Yield each visible element that calls a script: itself, its words, the form it stands in, the script."""
    for each in tree.elements:
        button, script = idle.get(each), _script_of(each) or listening.get(each.get("id"), "")
        if each in taken or "(" not in script or (button is None and (each.tag in _OF_FORMS or not each.look.seen)):
            continue
        words = words_of(each) if button is None else words_on(button)
        if words.strip():
            yield each, words, None if button is None else button.form, script


def _script_of(element: Element) -> str:
    href = element.get("href").strip()
    return element.get("onclick") or (href if href[:11].casefold() == "javascript:" else "")


def _onward(control: Control, script: str, base: str, charset: str) -> str | None:
    """Return where a button's own script goes instead of sending its form; None if it does not.

    For a button that would send its form, only a script that prevents that by `return false` leads elsewhere.
    """
    compact = "".join(script.split()).rstrip(";")
    if control.kind is not Kind.BUTTON and not compact.endswith("returnfalse"):
        return None
    target = _target("", script) or (_data_address(control.element) if control.kind is Kind.BUTTON else "")
    return (_resolved(base, charset, target) or None) if target else None


def _resolved(base: str, charset: str, target: str) -> str:
    """Return a resolved address; empty if it is none."""
    try:
        return absolute(base, target, charset)
    except UnexpectedPage:
        return ""


def words_on(control: Control) -> str:
    """Return what a person reads on a button."""
    element = control.element
    if element.tag == "button":
        return words_of(element) or element.get("value")
    if control.kind is Kind.IMAGE:
        return next(
            (text for name in ("alt", "title", "value", "aria-label") if (text := element.get(name).strip())), ""
        )
    return control.value


def words_of(element: Element) -> str:
    """Return what a person reads on anything else that can be pressed: its text, else that of its picture."""
    text = element.seen_text()
    if text:
        return text
    pictures = [each.get("alt") or each.get("title") for each in element.walk() if each.tag == "img"]
    pictures += [each.raw_text().strip() for each in element.walk() if each.tag == "title"]  # of an svg
    return next((each for each in (*pictures, element.get("title"), element.get("aria-label")) if each.strip()), "")


def _links(tree: Tree, base: str, charset: str) -> Iterator[Act]:
    for each in tree.elements:
        linked = (each.tag in {"a", "area"} and "href" in each.attrs) or bool(_data_address(each))
        if not each.look.seen or each.tag in {"input", "button", "select"} or not (linked or each.get("onclick")):
            continue
        words = words_of(each) or each.get("alt")
        act = _link(tree, each, words, base, charset) if words.strip() else None
        if act is not None:
            yield act


def _link(tree: Tree, element: Element, words: str, base: str, charset: str) -> Act | None:
    """Return what a link does; None if it leads to no address, or if a form is sent in its place (`_by_script`)."""
    script, href = element.get("onclick"), element.get("href").strip()
    sent = of_script(href) or of_script(script)
    if sent is not None:
        return Act(words, element, postback=sent)
    if "preventDefault" in script and submit_of(script, {}) is not None:
        return None
    target = _target(href, script) or _data_address(element)
    within = not target and href.startswith("#")  # a part of this page, also where a script opens it as a tab
    if within and href[1:] not in tree.ids:
        return None
    if not (target or within):
        return None
    url = _resolved(base, charset, target or href)
    return Act(words, element, url=url, within=within) if url else None


def _data_address(element: Element) -> str:
    """Return the address that an element holds for a script to go to: `<li data-href="/x">`."""
    if _DATA.isdisjoint(element.attrs):
        return ""
    held = next((each for name in _DATA if (each := element.get(name).strip())), "")
    return held if _ADDRESS.match(held) and len(element.seen_text()) <= MOST_NAME else ""


def _target(href: str, script: str) -> str:
    """Return where a link leads: its address, or the one that its script goes to or opens."""
    is_script = href[:11].casefold() == "javascript:"
    if href and not is_script and not href.startswith("#"):
        return href
    for each in (href[11:] if is_script else "", script):
        if each:
            found = deeds(each)
            opened = [texts[0] for name, texts in found.calls if name == "open"]
            moves = (*found.moves, *opened)
            if moves:
                return moves[0]
    return ""


def best(words: Iterable[str], among: Iterable[Act]) -> list[Act]:
    """Return the acts that one of these words fits best; acts that do the same are returned once."""
    fitting: dict[int, list[Act]] = {}
    wanted = [plain(each) for each in words]
    for each in among:
        ranks = [fit for one in wanted if (fit := each.fits(one)) is not None]
        if ranks and not any(each.same_as(one) for one in fitting.get(min(ranks), ())):
            fitting.setdefault(min(ranks), []).append(each)
    return fitting[min(fitting)] if fitting else []

"""Write a page anew with its words and its structure, and without anybody's values (H-10, S-03).

Nothing is copied: a page is put together from what was read from it, and every tag, attribute and text that goes in is
one of those named here. So comments, scripts, styles, hidden state, cookies and whatever a page has that nobody thought
of are left out by default. What is kept is enough to read the page by: labels, buttons, links, messages, what is
hidden, and which form a control belongs to.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html import escape

from ntuh_onboard.backend.web.failures import UnexpectedPage
from ntuh_onboard.backend.web.html.buttons import Act
from ntuh_onboard.backend.web.html.controls import Control, Kind
from ntuh_onboard.backend.web.html.embedded_addresses import Image
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.html.page_messages import Source
from ntuh_onboard.backend.web.html.tree import Element
from ntuh_onboard.backend.web.http.redirects import absolute
from ntuh_onboard.backend.web.profile.site_profile import SiteProfile
from ntuh_onboard.check.personal_texts import Sayings, names_on, personal
from ntuh_onboard.check.scrubbing import Scrub

_VOID = frozenset({"area", "br", "hr", "img", "input", "col", "wbr"})
_WRITTEN = (
    "a abbr acronym address article aside b bdi bdo big blockquote body button caption center cite code colgroup dd"
    " del details dfn dialog div dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header"
    " html i ins kbd label legend li main map mark menu nav nobr ol optgroup option p pre q s samp section select"
    " small span strike strong sub summary sup table tbody td textarea tfoot th thead time tr tt u ul var"
)
_DROPPED = (
    "script style title meta link base template noscript iframe frame frameset object embed applet param svg math"
    " canvas audio video source track datalist noframes noembed"
)
_TAGS = _VOID | frozenset(_WRITTEN.split())
_LEFT_OUT = frozenset(_DROPPED.split())
_SCRUBBED = ("id", "name", "for", "aria-labelledby", "controltovalidate")
_SPOKEN = ("alt", "title", "placeholder", "aria-label", "label")
_SMALL = ("maxlength", "colspan", "rowspan", "size")
_BARE = ("disabled", "readonly", "multiple", "open", "hidden")
_PRESSED = frozenset({Kind.SUBMIT, Kind.IMAGE, Kind.BUTTON, Kind.RESET})
_ALARMS = frozenset({"error", "danger", "warning", "alert", "invalid", "validator", "validation-summary-errors"})
_COLOUR = re.compile(r"(?:red|crimson|firebrick|darkred|maroon|tomato|orangered|#[0-9a-f]{3}|#[0-9a-f]{6})")
_DECLARED = re.compile(r"(?:^|;)\s*color\s*:\s*([^;]+)", re.IGNORECASE)


def cleaned(page: Page, profile: SiteProfile, names: Iterable[str] = ()) -> str:
    """Return the page as HTML, in UTF-8 whatever it came in; `names` are people's, known from other pages."""
    known = (each for table in (profile.controls, profile.ids) for row in table.values() for each in row)
    kept = [*profile.words.values(), *known]
    return _Writer(page, profile, Scrub(kept, [*names, *names_on(page, profile)])).html()


_Piece = Element | str | tuple[Element, int]
"""An element, markup that is written as it is, or a text by its place in an element."""


class _Writer:
    """Writes one page."""

    def __init__(self, page: Page, profile: SiteProfile, scrub: Scrub) -> None:
        self._page = page
        self._scrub = scrub
        self._controls: dict[Element, Control] = {each.element: each for each in page.controls}
        self._acts: dict[Element, Act] = {each.element: each for each in page.acts}
        self._images: dict[Element, Image] = {each.element: each for each in page.images}
        self._personal = personal(page, profile)
        self._sayings = Sayings(profile)
        self._forms = {each: f"form-{number}" for number, each in enumerate(page.tree.all("form"), start=1)}

    def html(self) -> str:
        """Return all of it."""
        return "".join(["<!doctype html>\n", *self._pieces(), "\n"])

    def _pieces(self) -> Iterator[str]:
        waiting: list[_Piece] = [self._page.tree.root]
        while waiting:
            each = waiting.pop()
            if isinstance(each, str):
                yield each
            elif isinstance(each, tuple):
                yield self._text(*each)
            elif each.tag not in _LEFT_OUT:
                tag = each.tag if each.tag in _TAGS else "span"
                yield f"<{tag}{''.join(self._attributes(each))}>{escape(self._personal.instead.get(each, ''))}"
                waiting += reversed(self._inside(each, tag))

    def _inside(self, element: Element, tag: str) -> list[_Piece]:
        """Return what stands between an element's tags, with the closing one; `tag` is how it is written."""
        if tag in _VOID:
            return []
        inner = ((element, at) if isinstance(child, str) else child for at, child in enumerate(element.children))
        first = ['<meta charset="utf-8">'] if tag == "head" else []
        last = self._alerts() if tag == "body" else []
        return [*first, *inner, *last, f"</{tag}>"]

    def _text(self, within: Element, place: int) -> str:
        text = within.children[place]
        assert isinstance(text, str)  # noqa: S101  # places of texts alone are asked for
        seen = within.tag == "option" or (within.look.displayed and within.look.visible)
        if not text.strip():
            return "\n" if "\n" in text else " "
        if not seen or within.tag == "textarea" or within in self._personal:
            return ""
        if (within, place) in self._personal.texts:
            return escape(self._personal.instead.get((within, place), ""), quote=False)
        return escape(self._scrub.text(text), quote=False)

    def _alerts(self) -> list[str]:
        texts = (each.text for each in self._page.messages if each.source is Source.ALERT)
        said = [self._scrub.text(each) for each in texts if not self._sayings.addresses(each)]
        return [f"<script>alert({json.dumps(each).replace('<', chr(92) + 'u003c')})</script>" for each in said]

    def _attributes(self, element: Element) -> Iterator[str]:
        yield from (f" {name}" for name in _BARE if name in element.attrs)
        for name in _SCRUBBED:
            if element.get(name) and (element.tag != "form" or name != "id"):
                yield _pair(name, " ".join(self._scrub.text(each) for each in element.get(name).split()))
        if element.look.displayed and element not in self._personal:
            yield from (_pair(name, self._spoken(element.get(name))) for name in _SPOKEN if element.get(name))
        yield from (_pair(name, element.get(name)) for name in _SMALL if re.fullmatch(r"[0-9]{1,3}", element.get(name)))
        yield from self._look(element)
        yield from self._leads(element)
        if element in self._controls:
            yield from self._control(self._controls[element])
        if element in self._forms:
            yield from self._form(element)

    def _spoken(self, text: str) -> str:
        """Clean the text in a box, or for a picture: people are greeted and named there too."""
        if self._sayings.addresses(text):
            text = self._sayings.greeting(text) if self._sayings.greets(text) else self._sayings.nameless(text)
        return self._scrub.text(text)

    def _look(self, element: Element) -> Iterator[str]:
        """Write what is hidden and what is red by its effect, whatever sheet or style it came from."""
        if element.tag == "head":  # a browser hides it by itself
            return
        around = element.parent.look if element.parent is not None else element.look
        mine = element.look
        styles = ["display:none"] if around.displayed and not mine.displayed else []
        if around.visible is not mine.visible:
            styles.append(f"visibility:{'visible' if mine.visible else 'hidden'}")
        if around.reachable and not mine.reachable:
            styles.append("position:absolute;left:-9999px")
        declared = _DECLARED.search(element.get("style"))
        colour = (declared[1] if declared else element.get("color")).strip().casefold()
        if _COLOUR.fullmatch(colour):
            styles.append(f"color:{colour}")
        if styles:
            yield _pair("style", ";".join(styles))
        alarms = [each for each in element.get("class").casefold().split() if {each, *each.split("-")} & _ALARMS]
        if alarms:
            yield ' class="alert"'
        if element.get("role") == "alert":
            yield ' role="alert"'

    def _leads(self, element: Element) -> Iterator[str]:
        """Write where a link or a picture leads."""
        act, image = self._acts.get(element), self._images.get(element)
        if image is not None:
            yield _pair("src", self._scrub.address(image.url))
        if act is None:
            return
        script = f"__doPostBack('{_name(self._scrub.text(act.postback.target))}','')" if act.postback else ""
        if element.tag in {"a", "area"}:
            yield _pair("href", f"javascript:{script}" if script else self._scrub.address(act.url))
        elif script:
            yield _pair("onclick", script)
        elif act.url:
            yield _pair("onclick", f"location.href='{self._scrub.address(act.url)}'")

    def _control(self, control: Control) -> Iterator[str]:
        """Write its type, the words on a button, and the form it is sent with; never a value."""
        element = control.element
        if element.tag in {"input", "button"}:
            yield _pair("type", control.type if re.fullmatch(r"[a-z-]{1,14}", control.type) else "text")
        if control.kind in _PRESSED and element.tag == "input" and element.get("value"):
            yield _pair("value", self._scrub.text(element.get("value")))
        nearest = next((each for each in element.above() if each.tag == "form"), None)
        if control.form is not nearest:
            yield _pair("form", self._forms[control.form] if control.form is not None else "none")

    def _form(self, form: Element) -> Iterator[str]:
        yield _pair("id", self._forms[form])
        yield _pair("method", "post" if form.get("method").strip().casefold() == "post" else "get")
        action = form.get("action").strip()
        if action:
            try:
                yield _pair("action", self._scrub.address(absolute(self._page.base, action, self._page.charset)))
            except UnexpectedPage:
                return


def _pair(name: str, value: str) -> str:
    return f' {name}="{escape(value)}"'


def _name(target: str) -> str:
    """Return the name of a control in a form that is safe in a script."""
    return re.sub(r"[^\w$:.-]", "", target)

"""The controls of a page and the pairs that a form sends, as browsers define them (HTML standard, "entry list").

There is one deviation from the standard: it leaves out controls in a `<datalist>`, but Chromium sends them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ntuh_onboard.backend.web.html.box_values import held
from ntuh_onboard.backend.web.html.tree import Element, Tree
from ntuh_onboard.backend.web.http import charset as charsets
from ntuh_onboard.backend.web.http import unread_bytes

TAGS = ("input", "select", "textarea", "button")
SUBMIT = "提交"
"""What Chrome and Edge in Traditional Chinese write on a button without words, and send as its value."""
_TYPED = frozenset(
    {"text", "password", "search", "tel", "email", "url", "number", "date", "month", "week", "time", "datetime-local"}
)
_WITH_DIRECTION = frozenset({"text", "search", "tel", "url", "email", "password", "hidden", "submit", "textarea"})
_OTHERS = frozenset({"hidden", "checkbox", "radio", "file", "submit", "image", "reset", "button", "color", "range"})


class Kind(StrEnum):
    """What a control is to a person."""

    TEXT = "text"
    CHOICE = "choice"
    TICK = "tick"
    RADIO = "radio"
    FILE = "file"
    HIDDEN = "hidden"
    SUBMIT = "submit"
    IMAGE = "image"
    BUTTON = "button"
    RESET = "reset"


FILLED = frozenset({Kind.TEXT, Kind.CHOICE, Kind.TICK, Kind.RADIO, Kind.FILE})
SUBMITTERS = frozenset({Kind.SUBMIT, Kind.IMAGE})
_KINDS = {
    "checkbox": Kind.TICK,
    "radio": Kind.RADIO,
    "file": Kind.FILE,
    "hidden": Kind.HIDDEN,
    "submit": Kind.SUBMIT,
    "image": Kind.IMAGE,
    "button": Kind.BUTTON,
    "reset": Kind.RESET,
}


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a select.

    Attributes:
        value: what is sent.
        label: what a person sees.
        chosen: whether it is selected.
        disabled: whether it cannot be selected.

    """

    value: str
    label: str
    chosen: bool
    disabled: bool


@dataclass(eq=False, frozen=True, slots=True)
class Control:
    """One control. Its repr shows no value, which may be personal.

    Attributes:
        kind: what it is to a person.
        type: its type in HTML, or the name of its tag.
        name: its name.
        id: its id.
        value: as the page gave it.
        checked: whether the page has ticked it.
        disabled: whether the page disables it.
        read_only: whether the page makes it read-only.
        seen: whether a person sees it.
        most: its `maxlength`; None if it has none.
        options: the choices of a select.
        element: its element.
        form: the form it is sent with; None if it has none.

    """

    kind: Kind
    type: str
    name: str
    id: str
    value: str = field(repr=False)
    checked: bool
    disabled: bool
    read_only: bool
    seen: bool
    most: int | None
    options: tuple[Option, ...] = field(repr=False)
    element: Element
    form: Element | None

    @property
    def shown(self) -> str:
        """The value as a person sees it."""
        return unread_bytes.shown(self.value)

    @property
    def chosen(self) -> tuple[Option, ...]:
        """The options that are sent if nobody changes anything."""
        return tuple(each for each in self.options if each.chosen and not each.disabled)


def controls(tree: Tree) -> tuple[Control, ...]:
    """Return every control of the page, in tree order; at most one of each group of radio buttons is checked."""
    found = [_control(each, tree) for each in tree.all(*TAGS)]
    last = {(each.form, each.name): each for each in found if each.kind is Kind.RADIO and each.checked and each.name}
    return tuple(
        _unchecked(each)
        if each.kind is Kind.RADIO and each.checked and each.name and last[each.form, each.name] is not each
        else each
        for each in found
    )


def owner(element: Element, tree: Tree) -> Element | None:
    """Return the form a control is sent with: by its `form=`, else whose tag was open, else the nearest around it."""
    if "form" in element.attrs:
        named = tree.ids.get(element.get("form"))
        return named if named is not None and named.tag == "form" else None
    pointed = tree.pointers.get(element.mark)
    return pointed or next((each for each in element.above() if each.tag == "form"), None)


def disabled(element: Element) -> bool:
    """Return whether a control is disabled, by itself or by a fieldset around it (except in the first legend)."""
    if "disabled" in element.attrs:
        return True
    inner = element
    for around in element.above():
        if around.tag == "fieldset" and "disabled" in around.attrs:
            legend = next(
                (each for each in around.children if isinstance(each, Element) and each.tag == "legend"), None
            )
            if inner is not legend:
                return True
        inner = around
    return False


def pairs(
    all_controls: tuple[Control, ...],
    form: Element,
    charset: str,
    submitter: Control | None = None,
    filled: Mapping[Control, str | bool] | None = None,
) -> tuple[tuple[str, str], ...]:
    """Return what this form sends if this submitter is pressed; `filled` is what a person typed, chose or ticked."""
    changed = filled or {}
    sent: list[tuple[str, str]] = []
    for each in all_controls:
        if each.form is form and not _left_out(each, submitter, changed):
            sent.extend(_pairs_of(each, charset, changed=changed.get(each)))
    return tuple(sent)


def _left_out(control: Control, submitter: Control | None, changed: Mapping[Control, str | bool]) -> bool:
    if control.disabled or control.kind in {Kind.BUTTON, Kind.RESET}:
        return True
    if control.kind in SUBMITTERS:
        return control is not submitter
    if control.kind in {Kind.TICK, Kind.RADIO}:
        return not changed.get(control, control.checked)
    return not control.name


def _pairs_of(control: Control, charset: str, *, changed: str | bool | None) -> Iterator[tuple[str, str]]:
    if control.kind is Kind.IMAGE:
        before = f"{control.name}." if control.name else ""
        yield from ((f"{before}x", "0"), (f"{before}y", "0"))  # as if pressed by a key, not by a mouse
    elif not control.name:
        return
    elif control.kind is Kind.CHOICE:
        values = [each.value for each in control.chosen] if changed is None else [str(changed)]
        yield from ((control.name, value) for value in values)
    elif control.kind is Kind.HIDDEN and control.name.casefold() == "_charset_":
        yield control.name, charsets.label(charset)
    elif control.kind is Kind.FILE:
        yield control.name, ""
    else:
        yield control.name, changed if isinstance(changed, str) else control.value
        if control.type in _WITH_DIRECTION and control.element.get("dirname"):
            yield control.element.get("dirname"), _direction(control.element)


def _direction(element: Element) -> str:
    """Return which way its text runs, by `dir` on it, else on what is around it; written as the page writes it."""
    said = (each.get("dir") for each in (element, *element.above()))
    return next((each for each in said if each.casefold() in {"ltr", "rtl"}), "ltr")


def _control(element: Element, tree: Tree) -> Control:
    kind, type_ = _kind(element)
    options = tuple(_options(element)) if kind is Kind.CHOICE else ()
    most = element.get("maxlength").strip()
    return Control(
        kind=kind,
        type=type_,
        name=element.get("name"),
        id=element.get("id"),
        value=_value(element, kind, type_),
        checked="checked" in element.attrs,
        disabled=disabled(element),
        read_only="readonly" in element.attrs,
        seen=element.look.seen and kind is not Kind.HIDDEN,
        most=int(most) if most.isdecimal() and most.isascii() and len(most) < 8 else None,
        options=options,
        element=element,
        form=owner(element, tree),
    )


def _unchecked(control: Control) -> Control:
    return replace(control, checked=False)


def _kind(element: Element) -> tuple[Kind, str]:
    type_ = element.get("type").strip().casefold()
    if element.tag == "select":
        return Kind.CHOICE, "select"
    if element.tag == "textarea":
        return Kind.TEXT, "textarea"
    if element.tag == "button":
        type_ = type_ if type_ in {"reset", "button"} else "submit"
    elif type_ not in _TYPED | _OTHERS:
        type_ = "text"
    return _KINDS.get(type_, Kind.TEXT), type_


def _value(element: Element, kind: Kind, type_: str) -> str:
    """Return the value as a browser holds it after reading the page."""
    if type_ == "textarea":
        return element.raw_text()
    value = element.get("value")
    if kind in {Kind.TICK, Kind.RADIO} and "value" not in element.attrs:
        return "on"
    if type_ == "submit" and element.tag == "input" and "value" not in element.attrs:
        return SUBMIT
    return held(type_, value, element.attrs)


def _options(element: Element) -> Iterator[Option]:
    found = [each for each in element.walk() if each.tag == "option"]
    barred = {each: "disabled" in each.attrs or _barred_group(each) for each in found}
    multiple = "multiple" in element.attrs
    picked = [each for each in found if "selected" in each.attrs]
    if not multiple:
        picked = picked[-1:]
        size = element.get("size").strip()
        if not picked and (not size.isdecimal() or int(size) <= 1):
            picked = [each for each in found if not barred[each]][:1]
    for each in found:
        text = " ".join(each.raw_text().split())
        value = each.attrs.get("value", text)
        yield Option(value, unread_bytes.shown(each.get("label") or text), each in picked, barred[each])


def _barred_group(option: Element) -> bool:
    return option.parent is not None and option.parent.tag == "optgroup" and "disabled" in option.parent.attrs

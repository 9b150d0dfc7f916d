"""What a form wants before it is sent that is unknown here: a required box, a consent, a choice without a default.

Sent without it, the form would come back at best; at worst the site would take an empty box, or an agreement that
nobody gave, for the person's own answer. So nothing is sent, and the person is told what the page calls it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from ntuh_onboard.backend.web.html.controls import SUBMITTERS, Control, Kind
from ntuh_onboard.backend.web.html.labels import Labels
from ntuh_onboard.backend.web.html.tree import Element, Tree
from ntuh_onboard.backend.web.html.word_forms import is_request, plain
from ntuh_onboard.profiles.control_words import control_words

_STAR = re.compile(r"^\s*[*＊※✱]|[*＊※✱]\s*[:：]?\s*$")
_REQUIRED = re.compile(r"(?<!非)必填|必須填|required", re.IGNORECASE)
_CLASS = re.compile(r"required$|validate\[required")
_VALIDATOR = "requiredfield"
"""Part of the name of the function of a WebForms validator that wants a box filled in."""


def unknown_wants(
    form: Element,
    tree: Tree,
    controls: Sequence[Control],
    labels: Labels,
    known: Collection[Control],
    *,
    on_file: bool = False,
    pressed: Element | None = None,
) -> tuple[Control, ...]:
    """Return the controls of this form that must not stay as they are, in their order; `known` are filled in or ours.

    What stands in a block of its own, with another button than the one that is `pressed`, is another's: a WebForms page
    is one big form.

    Of a group of radio buttons, return the first. `on_file`: the form shows what the hospital holds, so that a consent
    without a tick is one that was not given, and goes back as it came, and so does one that is on file; a declaration
    about what is sent is none. Elsewhere a consent that the page has ticked by itself was given by nobody.
    """
    asking = control_words().ticks["declare" if on_file else "agree"]
    given = () if on_file else control_words().ticks["consent"]
    mine = [each for each in controls if each.form is form and (_usable(each) or each.type == "hidden")]
    validated = frozenset(_validated(tree))
    found: dict[tuple[Kind, str], Control] = {}
    for each in mine:
        if (
            each in known
            or each.type == "hidden"
            or not (_wants(each, mine, labels, validated, asking) or _consents_by_itself(each, labels, given))
            or (pressed is not None and _is_anothers(each, controls, known, pressed))
        ):
            continue
        key = (each.kind, each.name if each.kind is Kind.RADIO else str(each.element.place))
        found.setdefault(key, each)
    ours = {each.name for each in known if each.kind is Kind.RADIO}
    return tuple(each for each in found.values() if each.kind is not Kind.RADIO or each.name not in ours)


def _is_anothers(control: Control, controls: Sequence[Control], known: Collection[Control], pressed: Element) -> bool:
    """Return whether the smallest block around it with a button or a box of ours has only another's button.

    A tick may stand beside a button that shows what is agreed to, and is always ours.
    """
    if control.kind is Kind.TICK:
        return False
    ours = {pressed, *(each.element for each in known)}
    buttons = {each.element for each in controls if each.kind in SUBMITTERS and each.seen}
    for around in control.element.above():
        within = {*around.walk()}
        if within & ours:
            return False
        if within & buttons:
            return True
    return False


def _usable(control: Control) -> bool:
    return control.seen and not control.disabled and not control.read_only and bool(control.name)


def _wants(
    control: Control, mine: Sequence[Control], labels: Labels, validated: frozenset[str], asking: Sequence[str]
) -> bool:
    """Return whether it must not be sent as the page gave it."""
    match control.kind:
        case Kind.TICK:
            return not control.checked and (_required(control, labels, validated) or _agrees(control, labels, asking))
        case Kind.RADIO:
            group = [each for each in mine if each.kind is Kind.RADIO and each.name == control.name]
            return not any(each.checked for each in group)
        case Kind.CHOICE:
            return any(is_request(each.label) for each in control.chosen[:1]) or (
                _required(control, labels, validated) and not any(each.value for each in control.chosen)
            )
        case Kind.TEXT | Kind.FILE:
            return not control.value and (control.type == "password" or _required(control, labels, validated))
        case _:
            return False


def _required(control: Control, labels: Labels, validated: frozenset[str]) -> bool:
    """Return whether the page says that a box must be filled in: by attributes, validator, or a mark at its words."""
    element = control.element
    if "required" in element.attrs or element.get("aria-required").casefold() == "true":
        return True
    classes = element.get("class").casefold().split()
    if control.kind is not Kind.TICK and "data-val-required" in element.attrs:  # MVC writes it at every tick
        return True
    if any(_CLASS.match(each) for each in classes) or control.id in validated:
        return True
    texts = [mine.text for mine in labels.claims(control)]
    return any(_STAR.search(each) or _REQUIRED.search(each) for each in texts)


def _agrees(tick: Control, labels: Labels, asking: Sequence[str]) -> bool:
    """Return whether a tick agrees to something; 「記住帳號」 or 「以新視窗開啟」 may stay as they are."""
    words = [plain(mine.text) for mine in labels.claims(tick)]
    return any(plain(each) in text for each in asking for text in words)


def _consents_by_itself(control: Control, labels: Labels, given: Sequence[str]) -> bool:
    """Return whether the page has set a tick, or chosen a radio button, that agrees to more than its regulations."""
    if control.kind not in {Kind.TICK, Kind.RADIO} or not control.checked or not _agrees(control, labels, given):
        return False
    general = control_words().ticks
    another = _agrees(control, labels, general["another_consent"])
    if control.kind is Kind.RADIO:
        return another and not _agrees(control, labels, general["refuse"])
    return another or not _agrees(control, labels, general["regulations"])


def _validated(tree: Tree) -> Iterator[str]:
    """Yield the ids of boxes that a WebForms validator wants filled in."""
    for each in tree.all("span", "div"):
        validates = each.get("controltovalidate") or each.get("data-val-controltovalidate")
        function = each.get("evaluationfunction") + each.get("data-val-evaluationfunction")
        if validates and _VALIDATOR in function.casefold():
            yield validates

"""Find what sends a form: the button with the known words, else the only one that does not lead away from it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html.buttons import Act, best, words_on
from ntuh_onboard.backend.web.html.clue import Clue
from ntuh_onboard.backend.web.html.controls import FILLED, Control, Kind
from ntuh_onboard.backend.web.html.tree import Element
from ntuh_onboard.backend.web.html.word_forms import plain
from ntuh_onboard.profiles.control_words import control_words

_LETTERS = re.compile(r"[^a-z]")
_TAB = re.compile(r"(?:^|[ _-])(?:nav-)?tabs?(?:[ _-]|$)", re.IGNORECASE)
_BY_WORDS = frozenset({"send_code"})
"""Never pressed for being the only button: it is in the form of the code, whose own button costs a try."""


def sending_act(  # noqa: PLR0917  # what is known of a page and its form
    form: Element,
    key: str,
    clue: Clue,
    acts: Iterable[Act],
    controls: Iterable[Control],
    boxes: Collection[Control] = (),
) -> Act:
    """Return the form's button: by the profile's words or ids, else general words for this key, else the only one.

    Of several, the one that stands with the `boxes` that are filled in: a page may be one big form. Of those, the one
    with words that send anything, or drawn as the main one.

    Raises UnexpectedPage if there is none, if there are several, or if the words are on a button that only a script of
    the page can press.
    """
    acts = tuple(acts)
    mine = [each for each in acts if _belongs(each, form)]
    for known in (clue, Clue(control_words().buttons.get(key, ()))):
        found = _around(_chosen(known, mine), boxes)
        if len(found) == 1:
            return _nearer(found[0], form, mine, controls)
        if found:
            raise UnexpectedPage(Why.AMBIGUOUS, str(clue), len(found), _words(found))
        if _by_script(known, form, controls, acts):
            raise UnexpectedPage(Why.FORM, str(clue))
    left = (
        [each for each in mine if _asks_for_code(each)] if key in _BY_WORDS else _left(key, form, mine, controls, boxes)
    )
    left = _main(_around(left, boxes))
    if len(left) != 1:
        raise UnexpectedPage(Why.AMBIGUOUS if left else Why.NOT_FOUND, str(clue), len(left), _words(left))
    return left[0]


def _left(
    key: str, form: Element, mine: Sequence[Act], controls: Iterable[Control], boxes: Collection[Control]
) -> Sequence[Act]:
    """Return what may send a form whose button has no known words."""
    left = _without_anothers([each for each in mine if not _leads_away(each)], key)
    left = _beside_its_boxes(left, form, controls, boxes)
    return [each for each in left if each.control is not None] or left  # a menu's entries may be scripts of the form


def _around(among: Sequence[Act], boxes: Collection[Control]) -> Sequence[Act]:
    """Return those in the smallest part of the page that has all of these boxes and any of the acts."""
    if len(among) < 2 or not boxes:
        return among
    inside = [each.element for each in boxes]
    for around in inside[0].above():
        near = [each for each in among if around in each.element.above()]
        if near and all(around in each.above() for each in inside):
            return near
    return among


def _main(among: Sequence[Act]) -> Sequence[Act]:
    """Return, of several, the only one that says no more than that it sends, or that is drawn as the main one."""
    if len(among) < 2:
        return among
    sends = best(control_words().buttons["sends"], among)
    drawn = [each for each in among if "primary" in each.element.get("class").casefold()]
    return next((found for found in (sends, drawn) if len(found) == 1), among)


def _chosen(known: Clue, mine: Sequence[Act]) -> Sequence[Act]:
    """Return those with the words, else with the ids; of several, those the ids name, else the only real button."""
    by_ids = [each for each in mine if known.points_to(each.id, each.name)]
    found = best(known.words, mine)
    if len(found) > 1:
        both = [each for each in found if each in by_ids]
        buttons = [each for each in found if each.is_button]
        return both or (buttons if len(buttons) == 1 else found)
    return found or by_ids


def _nearer(found: Act, form: Element, mine: Sequence[Act], controls: Iterable[Control]) -> Act:
    """Return what was found, unless it is a link apart from the password boxes, and one other thing stands with them.

    In WebForms the menu's entries are scripts of the same form, and the entry has the words of its page.
    """
    boxes = [each.element for each in controls if each.form is form and each.seen and each.type == "password"]
    if found.is_button or not boxes:
        return found
    for around in boxes[0].above():
        near = [each for each in mine if around in each.element.above() and not _leads_away(each)]
        if near and all(around in each.above() for each in boxes):
            return near[0] if len(near) == 1 else found
    return found


def _beside_its_boxes(
    left: list[Act], form: Element, controls: Iterable[Control], ours: Collection[Control]
) -> list[Act]:
    """Return those of several that stand with the form's password boxes, or else with ours: not one beside a search."""
    boxes = [each for each in controls if each.form is form and each.seen and each.kind in FILLED]
    wanted = [each.element for each in boxes if each.type == "password"] or [each.element for each in ours]
    if len(left) < 2 or not wanted:
        return left
    return [each for each in left if not _is_apart(each, wanted, [one.element for one in boxes])]


def _is_apart(act: Act, secrets: Sequence[Element], boxes: Sequence[Element]) -> bool:
    """Return whether the smallest part of the page with this and any box has none of these password boxes in it."""
    for around in act.element.above():
        near = [each for each in boxes if around in each.above()]
        if near:
            return not any(each in secrets for each in near)
    return False


def _belongs(act: Act, form: Element) -> bool:
    """Return whether pressing it sends this form."""
    if act.control is not None:
        return act.control.form is form
    if act.submit is not None or act.live:
        return act.sent_form is form
    return act.postback is not None and form in act.element.above()


def _by_script(known: Clue, form: Element, controls: Iterable[Control], acts: Iterable[Act]) -> bool:
    """Return whether the words stand on a button or a link of the form that sends nothing by itself."""
    idle = [Act(words_on(each), each.element) for each in controls if each.kind is Kind.BUTTON and each.form is form]
    known_acts = {each.element for each in acts}
    for each in form.walk():
        looks_pressed = each.tag == "a" or each.get("role") == "button" or bool(each.get("onclick"))
        if looks_pressed and each not in known_acts and not _is_tab(each):
            idle.append(Act(each.seen_text(), each))
    return bool(best(known.words, (each for each in idle if each.element.look.seen)))


def _is_tab(element: Element) -> bool:
    """Return whether pressing it only opens a part of the page, by its role, its class or its id."""
    around = (element, *([] if element.parent is None else [element.parent]))
    return any(_TAB.search(f"{each.get('role')} {each.get('class')} {each.get('id')}") for each in around)


def _without_anothers(left: list[Act], key: str) -> list[Act]:
    """Return those that belong to no other form that may be in this one: 「下一步」 beside what asks for the message.

    What would also send the number is left out only if there is something else.
    """
    if key != "next":
        return left
    left = [each for each in left if not _asks_for_code(each)]
    onward = [each for each in left if not best(control_words().buttons["confirm_send"], (each,))]
    return onward or left


def _asks_for_code(act: Act) -> bool:
    """Return whether pressing it asks for a code: by whole words, else by a verb and what is asked for (索取動態碼)."""
    general = control_words().buttons
    said = plain(act.words)
    parts = (general["send_code_verbs"], general["send_code_things"])
    return bool(best(general["send_code"], (act,))) or all(any(plain(one) in said for one in each) for each in parts)


def _leads_away(act: Act) -> bool:
    """Return whether it cancels, clears, goes back, signs out, or draws another picture: by words, else by name."""
    general = control_words().buttons
    said = plain(act.words)
    if best(general["away"], (act,)) or any(word in said for word in map(plain, general["away_parts"])):
        return True
    called = [_LETTERS.sub("", each.casefold()) for each in (act.id, act.name)]
    return not act.words.strip() and any(part in each for part in general["away_names"] for each in called)


def _words(acts: Iterable[Act]) -> tuple[str, ...]:
    return tuple(each.words for each in acts)

"""Find the picture code among a page's pictures: by its words or id, else the nearest to its box that is no icon."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html.clue import Clue
from ntuh_onboard.backend.web.html.controls import Control
from ntuh_onboard.backend.web.html.embedded_addresses import Image
from ntuh_onboard.backend.web.html.tree import Element
from ntuh_onboard.backend.web.html.word_forms import plain
from ntuh_onboard.profiles.control_words import control_words

_FILE = re.compile(r"\.(?:png|gif|jpe?g|svg|ico|webp|bmp)$", re.IGNORECASE)
"""Endings of addresses that are a file's; a picture code is made anew each time."""
_MAGIC = (b"GIF8", b"\x89PNG", b"\xff\xd8\xff", b"BM", b"RIFF")


def is_picture(body: bytes) -> bool:
    """Return whether these bytes are a picture's, whatever they were sent as."""
    return body.startswith(_MAGIC)


def picture_code(clue: Clue, images: Sequence[Image], beside: Control | None) -> Image:
    """Return a picture by its words or id; else the one nearest around a control (row, then form).

    Raises UnexpectedPage if there is none, or if nothing tells several apart.
    """
    words = {plain(each) for each in clue.words}
    named = [each for each in images if plain(each.words) in words]
    pointed = [each for each in named or images if clue.points_to(each.id, each.name)]
    found: Sequence[Image] = pointed or named
    if not found and beside is not None:
        shown = [each for each in images if not _is_icon(each)]
        found = _nearest([each for each in shown if not _is_ornament(each)], beside) or _nearest(shown, beside)
    if len(found) != 1:
        raise UnexpectedPage(Why.AMBIGUOUS if found else Why.NOT_FOUND, str(clue), len(found))
    return found[0]


def stands_beside_code(box: Control, images: Sequence[Image], boxes: Sequence[Control]) -> bool:
    """Return whether a picture that may be a picture code stands with this box, and with no other."""
    drawn = [each for each in images if not _is_icon(each) and not _is_ornament(each)]
    for around in box.element.above():
        if any(each is not box and around in each.element.above() for each in boxes):
            return False
        if any(around in each.element.above() and (_is_named(each) or _is_made(each)) for each in drawn):
            return True
    return False


def has_code(form: Element, images: Sequence[Image]) -> bool:
    """Return whether a picture that may be a picture code stands in a form."""
    drawn = (each for each in images if form in each.element.above() and not _is_icon(each))
    return any(_is_named(each) or (_is_made(each) and not _is_ornament(each)) for each in drawn)


def _nearest(images: Sequence[Image], beside: Control) -> Sequence[Image]:
    """Return those in the first element around the control that has any; of several, those that look like a code."""
    for around in beside.element.above():
        near: Sequence[Image] = [each for each in images if around in each.element.above()]
        for rule in (_is_named, _is_made):
            near = _only(rule, near)
        if near:
            return near
    return ()


def _only(rule: Callable[[Image], bool], images: Sequence[Image]) -> Sequence[Image]:
    """Return those of several for which the rule holds, if it holds for any."""
    return [each for each in images if rule(each)] or images if len(images) > 1 else images


def _is_icon(image: Image) -> bool:
    """Return whether pressing it draws another picture, or leads away."""
    general = control_words()
    away = {plain(each) for each in general.buttons["away"]}
    return plain(image.words) in away or _names(image, general.buttons["away_names"])


def _is_ornament(image: Image) -> bool:
    """Return whether it is drawn beside a box only for its look: a file without words that is named as one."""
    return not image.words.strip() and not _is_made(image) and _names(image, control_words().names["ornament"])


def _is_named(image: Image) -> bool:
    """Return whether its words, its id or its address say that it is a picture code."""
    general = control_words()
    words = plain(image.words)
    return any(plain(each) in words for each in general.labels["captcha"]) or _names(image, general.names["captcha"])


def _is_made(image: Image) -> bool:
    """Return whether it is made for this page, and not a file that is always the same."""
    return not _FILE.search(image.url)


def _names(image: Image, parts: Sequence[str]) -> bool:
    inline = image.url.startswith("data:")
    written = (image.id, image.name, "" if inline else image.url.rpartition("/")[2])
    return any(part in each.casefold() for part in parts for each in written if len(part) > 2)

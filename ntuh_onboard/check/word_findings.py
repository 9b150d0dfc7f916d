"""What was found of one word of the profile on one page, and what else was seen there, as plain values.

The values of the enumerations are those of `--json` (docs/check.md); they do not change.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Sort(StrEnum):
    """What a word of the profile is on its page."""

    TEXT_BOX = "text_box"
    CHOICE = "choice"
    TICK = "tick"
    LINK = "link"
    BUTTON = "button"
    PICTURE = "picture"
    HEADING = "heading"
    TEXT = "text"
    FACT = "fact"
    MARK = "mark"


class Held(StrEnum):
    """The state of one word of the profile on its page.

    Attributes:
        FOUND: found by its words.
        BY_ID: the words are not there, but the name in the page's source still finds it.
        BY_FORM: neither finds it, but the kind of form, or what pages in general say, still does.
        ONLY_ONE: no words are known for it, and the page has only one that it can be.
        GENERAL: found in words that any page may have for it; the guide prints none that must be there.
        MISSING: not found.
        SEVERAL: more than one fits.
        BY_SCRIPT: it is there, but only the page's script can press it.
        NOT_FILLABLE: a box that nobody can type into.
        NO_PICTURE: what comes in its place is no picture that can be shown.

    """

    FOUND = "found"
    BY_ID = "by_id"
    BY_FORM = "by_form"
    ONLY_ONE = "only_one"
    GENERAL = "general"
    MISSING = "missing"
    SEVERAL = "several"
    BY_SCRIPT = "by_script"
    NOT_FILLABLE = "not_fillable"
    NO_PICTURE = "no_picture"


REWORDED = frozenset({Held.BY_ID, Held.BY_FORM})
"""The word is gone, but the control is still found."""
STILL_FOUND = REWORDED | {Held.FOUND, Held.ONLY_ONE, Held.GENERAL}
OF_THE_PAGE = frozenset({Held.BY_SCRIPT, Held.NOT_FILLABLE, Held.NO_PICTURE})
"""What no line of a profile can mend."""


@dataclass(frozen=True, slots=True)
class Word:
    """One entry of the profile, held against one page.

    Attributes:
        key: the program's own name for it.
        table: the profile's table that it is in.
        sort: what it is on its page.
        words: as the profile has them.
        where: file and line, if a file names it.
        needed: whether the journey stops without it.
        held: the state of the word.
        count: how many fit.
        near: what is on the page instead, the nearest first.

    """

    key: str
    table: str
    sort: Sort
    words: tuple[str, ...]
    where: str
    needed: bool
    held: Held
    count: int
    near: tuple[str, ...] = ()

    @property
    def stops(self) -> bool:
        """Whether the journey cannot go on over this page because of it."""
        return self.needed and self.held not in STILL_FOUND

    @property
    def to_mend(self) -> bool:
        """Whether the profile's line ought to be mended, and mending it helps."""
        return self.needed and (self.held in REWORDED or (self.stops and self.held not in OF_THE_PAGE))


class RemarkSort(StrEnum):
    """What else was seen on a page.

    Attributes:
        FORM: its boxes are there, but which is which is not clear.
        UNKNOWN_BOX: the page wants something that no entry of the profile fills.
        SHELL: the page is empty until its script has run.
        DIALOG: it has boxes in a dialog that is not open.
        DIGEST: its script sends a digest in place of the password.
        INVISIBLE: a word contains a character that nobody sees.
        MOVED: it was read at the site's `/`, not where the profile says.
        BROWSER: without a browser it cannot be used; it was read in one, as the wizard does.

    """

    FORM = "form"
    UNKNOWN_BOX = "unknown_box"
    SHELL = "shell"
    DIALOG = "dialog"
    DIGEST = "digest"
    INVISIBLE = "invisible"
    MOVED = "moved"
    BROWSER = "browser"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that was seen.

    Attributes:
        sort: what it is.
        text: which, in the words of the page or its script.

    """

    sort: RemarkSort
    text: str

    @property
    def stops(self) -> bool:
        """Whether the journey cannot go on over this page because of it."""
        return self.sort in {RemarkSort.FORM, RemarkSort.UNKNOWN_BOX, RemarkSort.SHELL}

"""What a check found, as plain values: nothing here asks, draws or decides how a run ends.

The values of the enumerations are those of `--json` (docs/check.md); they do not change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ntuh_onboard.backend.web.failures import Why
from ntuh_onboard.check.word_findings import Remark, Word


class State(StrEnum):
    """The state of one page, or of a site by its worst page.

    Attributes:
        NEEDS_BROWSER: the site's own page, but no change to the profile lets the wizard use it.

    """

    OK = "ok"
    WORDS_CHANGED = "words_changed"
    NEEDS_BROWSER = "needs_browser"
    MAINTENANCE = "maintenance"
    NETWORK_SIGN_IN = "network_sign_in"
    UNREACHABLE = "unreachable"
    UNTRUSTED = "untrusted"
    OTHER_HOST = "other_host"
    SERVER_ERROR = "server_error"
    PAGE_MISSING = "page_missing"
    NOT_ASKED = "not_asked"


READ = frozenset({State.OK, State.WORDS_CHANGED, State.NEEDS_BROWSER})
"""The site's own page was read."""
ITS_OWN = READ | {State.MAINTENANCE, State.SERVER_ERROR, State.PAGE_MISSING}
"""The site itself answered, whatever it said."""
ABSENT = frozenset({State.UNREACHABLE, State.NETWORK_SIGN_IN, State.OTHER_HOST})
"""Nothing of the site was seen."""


class Access(StrEnum):
    """What it takes to be shown a page.

    Attributes:
        PUBLIC: nothing.
        SIGN_IN: a sign-in to the portal.
        NUMBER: an ID, sent by the button whose next page asks for the phone number.
        CODE: the code of a text message, which no check asks for.
        MAIL: a sign-in to the webmail.

    """

    PUBLIC = "public"
    SIGN_IN = "sign_in"
    NUMBER = "number"
    CODE = "code"
    MAIL = "mail"


READABLE = frozenset({Access.PUBLIC, Access.SIGN_IN})
"""What a check can read without sending anything but a sign-in."""


@dataclass(frozen=True, slots=True)
class PageFound:
    """What was found on one page.

    Attributes:
        page: its name, a key of `expected_words.PAGES`.
        state: what became of it.
        why: the reason, if there is one.
        said: the page's own words if it says that it is closed.
        status: the HTTP status, 0 for none.
        words: the entries of the profile, held against the page.
        remarks: what else was seen.
        off: seconds by which the computer's clock is ahead of this server's; None if the page had no date.
        look: a number that is equal for pages with the same lines.
        access: what it takes to be shown the page.

    """

    page: str
    state: State
    why: Why | None = None
    said: str = ""
    status: int = 0
    words: tuple[Word, ...] = ()
    remarks: tuple[Remark, ...] = ()
    off: float | None = None
    look: int = field(default=0, repr=False)
    access: Access = Access.PUBLIC

    @property
    def failed(self) -> bool:
        """Whether it was asked for, and is not as it should be."""
        return self.state not in {State.OK, State.NOT_ASKED}


@dataclass(frozen=True, slots=True)
class SiteFound:
    """What was found on one site: its pages, the first one first."""

    site: str
    host: str
    pages: tuple[PageFound, ...]

    @property
    def first(self) -> PageFound:
        """The page at which everything begins."""
        return self.pages[0]

    @property
    def worst(self) -> PageFound:
        """Its first page, or if that is well, the first page behind it that is not."""
        return next((each for each in self.pages if each.state not in {State.OK, State.NOT_ASKED}), self.first)

    @property
    def state(self) -> State:
        """The state of the worst page."""
        return self.worst.state

    @property
    def why(self) -> Why | None:
        """The reason of the worst page's state."""
        return self.worst.why


class ClockState(StrEnum):
    """Whether the computer's clock agrees with the hospital's."""

    OK = "ok"
    OFF = "off"
    UNKNOWN = "unknown"


MOST_OFF = 60.0
"""Seconds; codes by text message are valid for two minutes, and certificates are judged by this computer's clock."""


@dataclass(frozen=True, slots=True)
class ClockFound:
    """How the computer's clock compares with the hospital's.

    Attributes:
        now: the computer's time.
        off: seconds that it is ahead (negative: behind); None if no server told the time.

    """

    now: datetime
    off: float | None = None

    @property
    def state(self) -> ClockState:
        """Whether the clocks agree."""
        if self.off is None:
            return ClockState.UNKNOWN
        return ClockState.OFF if abs(self.off) > MOST_OFF else ClockState.OK


class KeyringState(StrEnum):
    """What the system's keyring can do here (S-06).

    Attributes:
        READY: it can be opened.
        OFF: the machine's policy forbids it.
        MISSING: there is none that can be used.
        SILENT: it did not answer in time.

    """

    READY = "ready"
    OFF = "off"
    MISSING = "missing"
    SILENT = "silent"


class BrowserState(StrEnum):
    """Whether the program can drive a browser here.

    Attributes:
        READY: one was started.
        OFF: pages are opened without one, by the policy or by a flag.
        NO_DRIVER: the extra `browser` is not installed.
        MISSING: there is no Edge, Chrome or Chromium.
        FAILED: none of those that are there starts.

    """

    READY = "ready"
    OFF = "off"
    NO_DRIVER = "no_driver"
    MISSING = "missing"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class BrowserFound:
    """The browsers of this computer, and what the pages in one asked of servers that are not the profile's.

    Attributes:
        state: whether one can be driven.
        installed: their names, the one that is taken first.
        refused: how often each foreign server was refused.

    """

    state: BrowserState
    installed: tuple[str, ...] = ()
    refused: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TerminalFound:
    """What the terminal can draw.

    Attributes:
        terminal: False if the output goes to a file or a pipe.
        chinese: whether it can show Chinese.
        ascii_only: whether lines and marks are drawn with ASCII.
        colours: how many it has.
        columns: its width.
        rows: its height.
        encoding: what it is written in.

    """

    terminal: bool
    chinese: bool
    ascii_only: bool
    colours: int
    columns: int
    rows: int
    encoding: str

    @property
    def roomy(self) -> bool:
        """Whether the wizard has the 80 by 24 that it needs."""
        return self.columns >= 80 and self.rows >= 24


class SignInState(StrEnum):
    """The result of the staff's own sign-in.

    Attributes:
        DONE: signed in.
        REFUSED: the site refused it.
        UNCLEAR: the answer was not recognised as that to a sign-in; its page was read all the same.
        FAILED: it came to no answer.
        LEFT: the person did not go on.

    """

    DONE = "done"
    REFUSED = "refused"
    UNCLEAR = "unclear"
    FAILED = "failed"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class SignInFound:
    """The staff's own sign-in.

    Attributes:
        state: its result.
        said: the page's own words.
        signed_out: whether the site confirmed the sign-out; None without a sign-in.

    """

    state: SignInState
    said: str = ""
    signed_out: bool | None = None

    @property
    def came_in(self) -> bool:
        """Whether a session may be open."""
        return self.state in {SignInState.DONE, SignInState.UNCLEAR}


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that one check found.

    Attributes:
        sites: the sites and their pages.
        clock: the computer's clock.
        inside: whether this is the hospital's network; None if that cannot be told.
        terminal: what the terminal can draw.
        keyring: what the keyring can do.
        profile: the profile's file.
        packaged: whether that is the one that came with the program.
        overrides: what differs from what came with the program (`provenance.overrides`).
        sign_in: the staff's own sign-in; None if none was asked for.
        browser: the browsers that may be driven.

    """

    sites: tuple[SiteFound, ...]
    clock: ClockFound
    inside: bool | None
    terminal: TerminalFound
    keyring: KeyringState
    profile: str
    packaged: bool
    overrides: Mapping[str, str] = field(default_factory=dict)
    sign_in: SignInFound | None = None
    browser: BrowserFound = BrowserFound(BrowserState.MISSING)


def not_checked(sites: Iterable[SiteFound]) -> tuple[PageFound, ...]:
    """Return the pages that were not read: no report says that they are well."""
    return tuple(each for each in pages(sites) if each.state is State.NOT_ASKED)


def pages(sites: Iterable[SiteFound]) -> tuple[PageFound, ...]:
    """Return every page of these sites."""
    return tuple(page for site in sites for page in site.pages)

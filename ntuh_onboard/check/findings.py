"""What was found, as plain values: nothing here asks, draws or decides how a run ends.

The names in the enumerations are the machine's words in `--json` (docs/check.md); they do not change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ntuh_onboard.backend.web.failures import Why
from ntuh_onboard.check.word_findings import Remark, Word


class State(StrEnum):
    """What became of one page, or of a site by its worst page.

    needs_browser: the site's own page, which no mended profile lets the wizard use.
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
    """What a page is shown for.

    sign_in: to whom has signed in to the portal. number: for an ID, by the button whose next page asks for the phone.
    code: for the code of a text message, which no check asks for. mail: to whom has signed in to the webmail.
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
    """One page. said: the page's own words, where it says that it is closed. status: of HTTP, 0 for none.

    off: seconds by which the computer's clock is ahead of this server's, None where the page told no date.
    look: a number by which two pages with the same lines are known. access: what it is shown for.
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


@dataclass(frozen=True, slots=True)
class SiteFound:
    """One site: its pages, the first one first."""

    site: str
    host: str
    pages: tuple[PageFound, ...]

    @property
    def first(self) -> PageFound:
        """The page that everything begins at."""
        return self.pages[0]

    @property
    def worst(self) -> PageFound:
        """Its first page; where that one fits, the first that is wrong behind it."""
        return next((each for each in self.pages if each.state not in {State.OK, State.NOT_ASKED}), self.first)

    @property
    def state(self) -> State:
        """The state of that page."""
        return self.worst.state

    @property
    def why(self) -> Why | None:
        """Why that page is so."""
        return self.worst.why


class ClockState(StrEnum):
    """Whether the computer's clock agrees with the hospital's."""

    OK = "ok"
    OFF = "off"
    UNKNOWN = "unknown"


MOST_OFF = 60.0
"""Seconds; codes by text message live for two minutes, and certificates are judged by this computer's clock."""


@dataclass(frozen=True, slots=True)
class ClockFound:
    """now: the computer's. off: seconds that it is ahead (behind: negative), None where no server told the time."""

    now: datetime
    off: float | None = None

    @property
    def state(self) -> ClockState:
        """Whether it agrees."""
        if self.off is None:
            return ClockState.UNKNOWN
        return ClockState.OFF if abs(self.off) > MOST_OFF else ClockState.OK


class KeyringState(StrEnum):
    """What the system's keyring can do here (S-06). off: the machine's policy forbids it."""

    READY = "ready"
    OFF = "off"
    MISSING = "missing"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class TerminalFound:
    """What the terminal can draw. terminal: False where the output goes to a file or a pipe."""

    terminal: bool
    chinese: bool
    ascii_only: bool
    colours: int
    columns: int
    rows: int
    encoding: str

    @property
    def roomy(self) -> bool:
        """Whether the wizard has its room of 80 by 24."""
        return self.columns >= 80 and self.rows >= 24


class SignInState(StrEnum):
    """What became of the staff's own sign-in.

    unclear: the answer is not known for a sign-in; its page was read all the same. left: the person did not go on.
    """

    DONE = "done"
    REFUSED = "refused"
    UNCLEAR = "unclear"
    FAILED = "failed"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class SignInFound:
    """The staff's own sign-in. said: the page's own words. signed_out: by the site; None without a sign-in."""

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

    profile: its file. overrides: what is not as it came with the program (`provenance.overrides`). sign_in: None where
    none was asked for.
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


def not_checked(sites: Iterable[SiteFound]) -> tuple[PageFound, ...]:
    """The pages of which nothing was read: of these no report says that they are well."""
    return tuple(each for each in pages(sites) if each.state is State.NOT_ASKED)


def pages(sites: Iterable[SiteFound]) -> tuple[PageFound, ...]:
    """Every page of these sites."""
    return tuple(page for site in sites for page in site.pages)

"""What every page of the simulated sites is given, and what it returns."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from ntuh_onboard.backend.hospital.activation import ActivationPages
from ntuh_onboard.backend.hospital.hospital import Hospital
from ntuh_onboard.backend.hospital.mail import MailSite
from ntuh_onboard.backend.hospital.portal import PortalPages
from ntuh_onboard.backend.hospital.proof import ProofPages
from ntuh_onboard.backend.hospital.sessions import owner_of
from ntuh_onboard.backend.hospital.sign_in import PortalDoor
from ntuh_onboard.backend.site import page_words
from ntuh_onboard.backend.site.board import Board
from ntuh_onboard.backend.site.layout import Layout
from ntuh_onboard.backend.site.parts import Link, Page, Part, Text
from ntuh_onboard.backend.site.register import Register
from ntuh_onboard.backend.site.render import Renderer
from ntuh_onboard.backend.site.seal import Filled, Seal
from ntuh_onboard.backend.site.seats import Seat, Seats
from ntuh_onboard.common.errors import BackendError

SITES = ("portal", "inner", "account", "mail", "stage")


@dataclass(frozen=True, slots=True)
class Judged:
    """What a form that came in looked like. It holds names and keys only, never a value.

    Attributes:
        page: the page that the form is on.
        pressed: the key of the button.
        changed: the keys of the fields that were changed.
        wrong: the names that should not have been sent.

    """

    page: str
    pressed: str
    changed: tuple[str, ...]
    wrong: tuple[str, ...]


@dataclass(slots=True)
class Desk:
    """What all pages share.

    Attributes:
        hospital: the hospital behind the pages.
        bases: the address of each site, such as `http://127.0.0.1:8001`.
        layout: how the pages are laid out now.
        board: the troubles that are armed for whoever comes.
        own_boards: those that are armed for one person, by employee ID.
        asked: called with an employee ID and the verbs of a page that was answered as usual.
        seal: signs hidden state.
        register: how far each person has come.
        judged: the forms that came in last.
        pictures: the text of each picture code, by the SHA-256 of its image.
        newest_picture: the text of the newest picture code.
        lock: guards `judged` and the pictures.

    """

    hospital: Hospital
    bases: Mapping[str, str]
    layout: Layout = field(default_factory=Layout)
    board: Board = field(default_factory=Board)
    own_boards: dict[str, Board] = field(default_factory=dict)
    asked: Callable[[str, tuple[str, ...]], None] = lambda who, verbs: None
    seal: Seal = field(default_factory=Seal)
    register: Register = field(default_factory=Register)
    judged: deque[Judged] = field(default_factory=lambda: deque(maxlen=10_000))
    pictures: dict[str, str] = field(default_factory=dict, repr=False)
    newest_picture: str = field(default="", repr=False)
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def boards(self, who: str) -> tuple[Board, ...]:
        """Return the boards that a request of this person meets, the own one first."""
        own = self.own_boards.get(who)
        return (self.board,) if own is None else (own, self.board)

    def clear_boards(self) -> None:
        """Cancel everything that is armed on the sites."""
        for each in (self.board, *self.own_boards.values()):
            each.clear()

    @property
    def seats(self) -> Seats:
        """The places of all browsers."""
        return Seats(self.hospital)

    @property
    def renderer(self) -> Renderer:
        """The renderer for the present layout."""
        return Renderer(self.layout, self.seal, self.seats)

    @property
    def door(self) -> PortalDoor:
        """The portal until the sign-in."""
        return PortalDoor(self.hospital)

    @property
    def portal(self) -> PortalPages:
        """The portal after the sign-in."""
        return PortalPages(self.hospital)

    @property
    def proof(self) -> ProofPages:
        """The account site until the proof."""
        return ProofPages(self.hospital)

    @property
    def activation(self) -> ActivationPages:
        """The account site after the proof."""
        return ActivationPages(self.hospital)

    @property
    def mail(self) -> MailSite:
        """The webmail."""
        return MailSite(self.hospital)

    def url(self, site: str, path: str) -> str:
        """Return an address at one of the sites."""
        return self.bases[site] + path


@dataclass(frozen=True, slots=True)
class Ask:
    """One request for a page.

    Attributes:
        desk: what all pages share.
        site: the site that was asked.
        query: the query of the address.
        seat: this browser's place at the site, if its cookies (on the inner pages: its SESSION) tell.
        stranger: whether a cookie was sent that belongs to nobody.
        filled: the form, if one came in.
        said: what the page has to say first, if the form was not looked at.
        who: the employee ID of a class's pupil whose wizard says so (`requests_in.wizard_of`), or empty.

    """

    desk: Desk
    site: str
    query: Mapping[str, str]
    seat: Seat | None = None
    stranger: bool = False
    filled: Filled | None = None
    said: str = ""
    who: str = ""

    @property
    def given(self) -> Filled:
        """The form; empty if none came in."""
        return self.filled or Filled({})

    def saying(self, said: str) -> Ask:
        """Return the same request without its form, to show the page again with a message."""
        return replace(self, said=said, filled=None)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a request: a page, a move to another address, or bytes of another kind.

    Attributes:
        page: the page to draw.
        move: the address to send the browser to.
        raw: the bytes to send instead of a page.
        kind: the media type of these bytes.
        seat: the browser's place, to be set as cookies.
        alone: send the page's panel only.

    """

    page: Page | None = None
    move: str = ""
    raw: bytes | None = None
    kind: str = "text/plain"
    seat: Seat | None = None
    alone: bool = False


Maker = Callable[[Ask], Answer]


def refusal(ask: Ask, error: BackendError) -> str:
    """Return the hospital's words about a refusal, with what it says about tries and time."""
    lines = [error.said]
    if error.left is not None:
        lines.append(page_words.LEFT.format(left=error.left))
    if error.until is not None:
        lines.append(page_words.WAIT.format(seconds=max(1, round(error.until - ask.desk.hospital.clock.elapsed()))))
    return "\n".join(lines)


def act(ask: Ask, verb: str, doing: Callable[[], Answer], refused: Callable[[BackendError], Answer]) -> Answer:
    """Do what a form asks, unless a refusal is armed for this verb; `refused` makes the page of a refusal."""
    who = _whose(ask)
    waiting = next(filter(None, (each.refusal(verb) for each in ask.desk.boards(ask.who))), None)
    try:
        if waiting is not None:
            raise waiting
        answer = doing()
    except BackendError as error:
        ask.desk.register.note(who, verb, ask.desk.hospital.moment(), type(error).__name__)
        return refused(error)
    ask.desk.register.note(who, verb, ask.desk.hospital.moment())
    return answer


def _whose(ask: Ask) -> str:
    """Return whose act this is: the ID typed on this page or the one before, or the owner of the session."""
    seat = ask.seat
    typed = ask.given.values.get("employee_id") or (seat.notes.get("employee_id") if seat is not None else "")
    if typed or seat is None:
        return str(typed or "")
    with ask.desk.hospital.store.atomic() as unit:
        return owner_of(unit, seat.key)


def notices_between(ask: Ask, title: str, lines: tuple[str, ...], onward: str) -> Answer | None:
    """Return a page of notices if the layout puts one in between and it was not left yet; otherwise None."""
    seat = ask.seat
    if not ask.desk.layout.notice_page or seat is None or seat.notes.get("noticed"):
        return None
    if ask.query.get("Read"):
        ask.desk.seats.keep(replace(seat, notes={**seat.notes, "noticed": True}))
        return None
    parts: tuple[Part, ...] = (*(Text(line) for line in lines), Link(page_words.GO_ON, onward))
    return Answer(Page("notice", title, before=parts, message=ask.said), seat=seat)

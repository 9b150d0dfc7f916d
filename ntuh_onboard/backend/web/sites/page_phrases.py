"""What a page says, by the profile: marks, refusals, numbers in messages; and pages that are not the site's own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager

from ntuh_onboard.backend.protocol import CONTACT_FIELDS
from ntuh_onboard.backend.web.failures import NeedsBrowser, UnexpectedPage, Why, without_past
from ntuh_onboard.backend.web.html.buttons import Act, best
from ntuh_onboard.backend.web.html.controls import Control, Kind
from ntuh_onboard.backend.web.html.form_finding import FoundForm
from ntuh_onboard.backend.web.html.form_kinds import (
    ACTIVATION,
    CODE,
    CODE_REQUEST,
    PASSWORD_CHANGE,
    PASSWORD_RESET,
    PHONE,
    SIGN_IN,
    FormKind,
)
from ntuh_onboard.backend.web.html.new_words import News
from ntuh_onboard.backend.web.html.page import Clue, Page
from ntuh_onboard.backend.web.html.script_made import is_shell, pressed_by_script, sent_by_script
from ntuh_onboard.backend.web.html.word_forms import plain
from ntuh_onboard.backend.web.http.redirects import Hosts, absolute
from ntuh_onboard.backend.web.profile.general_words import GeneralWords, general_words
from ntuh_onboard.backend.web.profile.site_profile import SiteProfile
from ntuh_onboard.common import errors
from ntuh_onboard.common.clock import Clock
from ntuh_onboard.common.safe_text import safe

_DOORS = {"captcha": SIGN_IN, "code": CODE}
"""The form on the page before the sign-in or the proof, by the control that identifies it."""
PLACE_OF = {
    PASSWORD_CHANGE: "password",
    CODE_REQUEST: "code",
    CODE: "code",
    PHONE: "phone",
    ACTIVATION: "settings",
    PASSWORD_RESET: "reset",
}
"""The place in a profile (`PLACES`) of a form's page; that of a sign-in is its site."""
_FIRST_LINES, _LONGEST = 3, 300
"""So much is shown of a page that is not as expected and has no message."""
_ENTRIES = ("activate_entry", "reset_entry", "change_password", "contact_page")
"""What a page in place of a closed site has not."""
_ACTS_WHILE_CLOSED = 2
"""Buttons and links that a page in place of a closed site may have: home, and try again."""


class Sayings:
    """The pages of one site, as the profile understands them.

    Attributes:
        site: the site's key.
        profile: the hospital's pages.
        clock: the time.
        door: the control by which the page before the sign-in or the proof is recognised.
        beside_door: the names of the password boxes of other forms on the sign-in page: they may be on every page.

    """

    def __init__(self, site: str, door: str, profile: SiteProfile, clock: Clock) -> None:
        self.site = site
        self.profile = profile.at(site)
        self.clock = clock
        self.door = door
        self.beside_door: frozenset[str] = frozenset()

    def at_door(self, page: Page) -> bool:
        """Return whether this is the page before the sign-in or the proof: by its box or its form's structure."""
        if self.door != "code" and asks_to_sign_in(page, self.beside_door):
            return True
        try:
            found = self.form(page, _DOORS[self.door])
        except UnexpectedPage as missing:
            if missing.why in {Why.NOT_FOUND, Why.SCRIPT}:
                return False
            raise
        return found.kind is SIGN_IN or self.door not in found.by_place

    def find(self, page: Page, key: str, *kinds: Kind) -> Control | None:
        """Return a field; None if the page has none."""
        try:
            return page.field(self.profile.clue(key), *kinds)
        except UnexpectedPage as missing:
            if missing.why is Why.NOT_FOUND:
                return None
            raise

    def form(self, page: Page, kind: FormKind) -> FoundForm:
        """Return the page's one form of this kind, with every box identified; raises UnexpectedPage."""
        key = (kind.name, self.site)
        known = page.forms.get(key)
        if known is None:
            known = page.forms[key] = self._searched(page, kind)
        if isinstance(known, FoundForm):
            return known
        if known.why is Why.NOT_FOUND and is_shell(page):
            raise NeedsBrowser(self.site, known.looked_for)
        raise UnexpectedPage(known.why, known.looked_for, known.found, known.called)

    def _searched(self, page: Page, kind: FormKind) -> FoundForm | UnexpectedPage:
        """Return the form, or the reason why there is none: a page is asked for the same form several times."""
        try:
            return page.form(kind, self.at(kind).clue)
        except UnexpectedPage as missing:
            return missing.with_traceback(None)

    def has_form(self, page: Page, kind: FormKind) -> bool:
        """Return whether the page has a form of this kind that can be told from all others."""
        try:
            return bool(self.form(page, kind).fields)
        except UnexpectedPage:
            return False

    def button(self, page: Page, found: FoundForm) -> Act:
        """Return what sends a form that was found; raises UnexpectedPage, or NeedsBrowser if only a script sends it."""
        clue = self.at(found.kind).clue(found.kind.button)
        try:
            with self.pressing(page, clue):
                return page.button(found, clue)
        except UnexpectedPage as missing:
            if missing.why not in {Why.NOT_FOUND, Why.FORM} or not sent_by_script(page, found.form):
                raise
            raise without_past(NeedsBrowser(self.site, str(clue))) from None

    def at(self, kind: FormKind) -> SiteProfile:
        """Return the profile as it applies to the page of this form."""
        return self.profile.at(*filter(None, (PLACE_OF.get(kind), self.site)))

    @contextmanager
    def pressing(self, page: Page, clue: Clue) -> Iterator[None]:
        """Report a control that is looked for, but that only the page's script can press, as `NeedsBrowser`."""
        try:
            yield
        except UnexpectedPage as missing:
            if missing.why not in {Why.NOT_FOUND, Why.FORM} or not (is_shell(page) or pressed_by_script(page, clue)):
                raise
            raise without_past(NeedsBrowser(self.site, str(clue))) from None

    @contextmanager
    def reading(self, page: Page) -> Iterator[None]:
        """Guard the reading of a page: the error for an unexpected one gets the page's own words, if it has any."""
        try:
            yield
        except UnexpectedPage as elsewhere:
            elsewhere.said = elsewhere.said or self.said(page) or safe("\n".join(page.lines[:_FIRST_LINES]), _LONGEST)
            raise

    def mentions(self, page: Page, mark: str) -> bool:
        """Return whether the page shows a mark, even within a line."""
        return any(page.mentions(each) for each in self.profile.marks[mark])

    def says(self, page: Page, mark: str) -> bool:
        """Return whether a whole line or message of the page is this mark."""
        return any(page.says(each) for each in self.profile.marks[mark])

    def said(self, page: Page) -> str:
        """Return the page's own messages."""
        return "\n".join(each.text for each in page.messages)

    @property
    def general(self) -> GeneralWords:
        """Words of web pages in general, for what the profile does not name."""
        return general_words()

    def shows(self, page: Page, mark: str) -> bool:
        """Return whether the page shows a mark: in the profile's words, or in general ones if it names none."""
        return self.mentions(page, mark) if self.profile.marks[mark] else self.general.shows(mark, page.lines)

    def states(self, page: Page, mark: str) -> bool:
        """Return whether a whole line or message is a mark; if the profile names none, whether general words say it."""
        return self.says(page, mark) if self.profile.marks[mark] else self.general.shows(mark, page.plain_lines)

    def says_done(self, texts: Sequence[str], act: str, mark: str) -> str:
        """Return the text that says this act was done, by the profile's mark or in general words; else empty."""
        known = self.general.states(self.profile.marks[mark], texts) if mark else ""
        return known or self.general.says_done(act, texts)

    def refusal(self, page: Page, *, but: Iterable[type[errors.Refused]] = ()) -> errors.Refused | None:
        """Return the refusal that the page's messages mean by the profile."""
        return self.known_refusal([each.text for each in page.messages], but=but)

    def known_refusal(self, texts: Iterable[str], *, but: Iterable[type[errors.Refused]] = ()) -> errors.Refused | None:
        """Return the refusal that one of these texts means by the profile; the longest words that fit decide which."""
        for said in texts:
            text = plain(said)
            fitting = [each for each in self.profile.messages if plain(each.words) in text and each.error not in but]
            if fitting:
                known = max(fitting, key=lambda each: len(each.words))
                return self._refused(known.error, said, known.field)
        return None

    def general_refusal(self, new: News, act: str, *, beside_form: bool, loudly: bool = True) -> errors.Refused | None:
        """Return the refusal that an answer's own words mean in general words.

        Args:
            new: the answer's own words.
            act: the name of the act's general words.
            beside_form: whether the form that was sent is there.
            loudly: whether a rule that is stated prominently is a refusal too.

        """
        said = self.general.says_no(new.loud, beside_form=loudly)
        said = said or self.general.says_no(new.lines, beside_form=beside_form)
        return self._refused(self.general.meaning(act, said), said) if said else None

    def _refused(self, error: type[errors.Refused], said: str, field: str | None = None) -> errors.Refused:
        until, left = self.number("wait", said), self.number("left", said)
        return error(
            said,
            until=None if until is None else self.clock.elapsed() + until,
            left=None if left is None else int(left),
            field=field or self._about(error, plain(said)),
        )

    def number(self, pattern: str, text: str) -> float | None:
        """Return the number in the hole of a pattern; None if the text does not have it."""
        wanted = self.profile.patterns.get(pattern)
        found = wanted.search(text) if wanted else None
        digits = found["number"].strip() if found else ""
        return float(digits) if digits.replace(".", "", 1).isascii() and digits.replace(".", "", 1).isdigit() else None

    def stranger(self, page: Page, hosts: Hosts) -> None:
        """Refuse a page that is not the site's own: closed, or a network's sign-in that asks for a password."""
        if self.closed(page):
            raise errors.Maintenance("\n".join(page.lines))
        self.of_network(page, hosts)

    def closed(self, page: Page) -> bool:
        """Return whether a maintenance page is in place of the site.

        A page of the site itself may announce the next maintenance, or that one of its services is closed: it has boxes
        to fill in, a menu beside the notice, or the entry that the guide names.
        """
        in_use = any(each.seen for each in page.controls) or len(page.acts) > _ACTS_WHILE_CLOSED
        if in_use or not self.mentions(page, "maintenance"):
            return False
        return not any(best(self.profile.clue(key).words, page.acts) for key in _ENTRIES)

    def of_network(self, page: Page, hosts: Hosts) -> None:
        """Refuse a network's own sign-in page: it asks for a password that would go to another server (CP)."""
        for each in page.controls:
            action = each.form.get("action").strip() if each.type == "password" and each.form is not None else ""
            if action and absolute(page.base, action, page.charset) not in hosts:
                raise errors.NetworkSignIn

    def _about(self, error: type[errors.Refused], text: str) -> str | None:
        """Return the contact field that a refusal names."""
        if error is not errors.ContactRefused:
            return None
        named = (each for each in CONTACT_FIELDS if any(plain(word) in text for word in self.profile.clue(each).words))
        return next(named, None)


def asks_to_sign_in(page: Page, but: Collection[str] = ()) -> bool:
    """Return whether a form asks for an account and for one password, as a sign-in does; `but`: names of boxes."""
    boxes = [each for each in page.controls if each.seen and each.kind is Kind.TEXT and not each.disabled]
    boxes = [each for each in boxes if each.name not in but]
    words = [each for each in boxes if each.type == "password"]
    return len(words) == 1 and any(
        each.form is words[0].form and each.type != "password" and each.element.place < words[0].element.place
        for each in boxes
    )

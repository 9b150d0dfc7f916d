"""What a page says, by the profile: marks, refusals, numbers in its messages, and pages that are not the site's own."""

from __future__ import annotations

from collections.abc import Iterable

from ntuh_onboard.backend.protocol import CONTACT_FIELDS
from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html.controls import Control, Kind
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.html.word_forms import plain
from ntuh_onboard.backend.web.http.redirects import Hosts, absolute
from ntuh_onboard.backend.web.profile.site_profile import SiteProfile
from ntuh_onboard.common import errors
from ntuh_onboard.common.clock import Clock


class Sayings:
    """The pages of one site, as the profile understands them.

    door: the control by which the page before the sign-in or the proof is known.
    """

    def __init__(self, site: str, door: str, profile: SiteProfile, clock: Clock) -> None:
        self.site = site
        self.profile = profile
        self.clock = clock
        self.door = door

    def at_door(self, page: Page) -> bool:
        """Whether this is the page before the sign-in or the proof."""
        return self.find(page, self.door) is not None

    def find(self, page: Page, key: str, *kinds: Kind) -> Control | None:
        """A field, None where the page has none."""
        try:
            return page.field(self.profile.clue(key), *kinds)
        except UnexpectedPage as missing:
            if missing.why is Why.NOT_FOUND:
                return None
            raise

    def mentions(self, page: Page, mark: str) -> bool:
        """Whether the page shows a mark, also within a line."""
        return any(page.mentions(each) for each in self.profile.marks[mark])

    def says(self, page: Page, mark: str) -> bool:
        """Whether a whole line or message of the page is this mark."""
        return any(page.says(each) for each in self.profile.marks[mark])

    def said(self, page: Page) -> str:
        """The page's own messages."""
        return "\n".join(each.text for each in page.messages)

    def refusal(self, page: Page, *, but: Iterable[type[errors.Refused]] = ()) -> errors.Refused | None:
        """The refusal that the page's messages mean by the profile; the longest words that fit tell which."""
        for message in page.messages:
            text = plain(message.text)
            fitting = [each for each in self.profile.messages if plain(each.words) in text and each.error not in but]
            if fitting:
                known = max(fitting, key=lambda each: len(each.words))
                until, left = self.number("wait", message.text), self.number("left", message.text)
                return known.error(
                    message.text,
                    until=None if until is None else self.clock.elapsed() + until,
                    left=None if left is None else int(left),
                    field=known.field or self._about(known.error, text),
                )
        return None

    def number(self, pattern: str, text: str) -> float | None:
        """The number in the hole of a pattern, None where the text does not have it."""
        wanted = self.profile.patterns.get(pattern)
        found = wanted.search(text) if wanted else None
        digits = found["number"].strip() if found else ""
        return float(digits) if digits.replace(".", "", 1).isascii() and digits.replace(".", "", 1).isdigit() else None

    def stranger(self, page: Page, hosts: Hosts) -> None:
        """Refuse a page that is not the site's own: closed, or a network's sign-in that asks for a password."""
        if self.mentions(page, "maintenance"):
            raise errors.Maintenance("\n".join(page.lines))
        self.of_network(page, hosts)

    def of_network(self, page: Page, hosts: Hosts) -> None:
        """Refuse a network's own sign-in page: it asks for a password that would go to another server (CP)."""
        for each in page.controls:
            action = each.form.get("action").strip() if each.type == "password" and each.form is not None else ""
            if action and absolute(page.base, action, page.charset) not in hosts:
                raise errors.NetworkSignIn

    def _about(self, error: type[errors.Refused], text: str) -> str | None:
        """The contact field that a refusal names."""
        if error is not errors.ContactRefused:
            return None
        named = (each for each in CONTACT_FIELDS if any(plain(word) in text for word in self.profile.clue(each).words))
        return next(named, None)

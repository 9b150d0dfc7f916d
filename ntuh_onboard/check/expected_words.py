"""Which entries of the profile stand on which page that everybody can see; keys only, no word of a site (J0.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ntuh_onboard.check.findings import Sort


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the profile. needed: False where it is shown to students, or used only beside the journey."""

    key: str
    sort: Sort
    needed: bool = True
    beside: str = ""
    """The field that it belongs to: of a picture, and of a button without words of its own."""


@dataclass(frozen=True, slots=True)
class PublicPage:
    """A page that needs no sign-in. behind: the link on the site's first page that leads to it; empty for the first."""

    name: str
    site: str
    entries: tuple[Entry, ...]
    behind: str = ""


_PROOF = (
    Entry("network_account", Sort.TEXT_BOX),
    Entry("send_code", Sort.BUTTON),
    Entry("code", Sort.TEXT_BOX),
    Entry("next", Sort.BUTTON),
)
PAGES: Mapping[str, PublicPage] = {
    each.name: each
    for each in (
        PublicPage(
            "portal",
            "portal",
            (
                Entry("campus", Sort.CHOICE),
                Entry("account", Sort.TEXT_BOX),
                Entry("password", Sort.TEXT_BOX),
                Entry("captcha", Sort.TEXT_BOX),
                Entry("captcha_picture", Sort.PICTURE, beside="captcha"),
                Entry("sign_in", Sort.BUTTON, beside="captcha"),
                Entry("main_campus", Sort.TEXT, needed=False),
            ),
        ),
        PublicPage(
            "account",
            "account",
            (
                Entry("regulations", Sort.HEADING),
                Entry("questions", Sort.HEADING, needed=False),
                Entry("activate_entry", Sort.LINK),
                Entry("reset_entry", Sort.LINK, needed=False),
                Entry("not_same_passwords", Sort.TEXT, needed=False),
                Entry("service_desk", Sort.TEXT, needed=False),
            ),
        ),
        PublicPage("code", "account", _PROOF, behind="activate_entry"),
        PublicPage(
            "mail",
            "mail",
            (
                Entry("account", Sort.TEXT_BOX),
                Entry("password", Sort.TEXT_BOX),
                Entry("captcha", Sort.TEXT_BOX),
                Entry("captcha_picture", Sort.PICTURE, beside="captcha"),
                Entry("sign_in", Sort.BUTTON, beside="captcha"),
                Entry("remember", Sort.TICK, needed=False),
                Entry("main_campus_hint", Sort.TEXT, needed=False),
            ),
        ),
    )
}
"""The first page of each site comes before those behind it."""

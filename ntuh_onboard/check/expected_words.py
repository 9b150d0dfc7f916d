"""Which entries of the profile stand on which page of the sites; keys only, no word of a site (J0.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ntuh_onboard.check.findings import Access, Sort


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the profile. needed: False where it is shown to students, or used only beside the journey."""

    key: str
    sort: Sort
    needed: bool = True
    beside: str = ""
    """The field that it belongs to: of a picture, and of a button without words of its own."""


@dataclass(frozen=True, slots=True)
class ExpectedPage:
    """A page of a site. behind: the entry on the page before that leads to it; empty for the first.

    access: what it is shown for. Of one behind a sign-in the page before is the menu.
    """

    name: str
    site: str
    entries: tuple[Entry, ...]
    behind: str = ""
    access: Access = Access.PUBLIC


_PROOF = (
    Entry("network_account", Sort.TEXT_BOX),
    Entry("send_code", Sort.BUTTON),
    Entry("code", Sort.TEXT_BOX),
    Entry("next", Sort.BUTTON),
)
_PUBLIC = (
    ExpectedPage(
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
    ExpectedPage(
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
    ExpectedPage("code", "account", _PROOF, behind="activate_entry"),
    ExpectedPage(
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
_CONTACT_BOXES = (
    "english_surname",
    "english_given",
    "english_middle",
    "office_phone",
    "home_phone",
    "mobile_phone",
)
_BEHIND = (
    ExpectedPage(
        "menu",
        "portal",
        (
            Entry("landed", Sort.MARK),
            Entry("personal_menu", Sort.TEXT, needed=False),
            Entry("change_password", Sort.LINK),
            Entry("contact_page", Sort.LINK),
            Entry("sign_out", Sort.BUTTON),
        ),
        access=Access.SIGN_IN,
    ),
    ExpectedPage(
        "password",
        "portal",
        (
            Entry("old_password", Sort.TEXT_BOX),
            Entry("new_password", Sort.TEXT_BOX),
            Entry("new_again", Sort.TEXT_BOX),
            Entry("change_password", Sort.BUTTON, beside="new_again"),
            Entry("strength", Sort.TEXT, needed=False),
            Entry("conditions", Sort.TEXT, needed=False),
            Entry("back_to_menu", Sort.LINK, needed=False),
        ),
        behind="change_password",
        access=Access.SIGN_IN,
    ),
    ExpectedPage(
        "contact",
        "portal",
        (
            Entry("staff_id", Sort.FACT),
            Entry("name", Sort.FACT),
            *(Entry(each, Sort.TEXT_BOX) for each in _CONTACT_BOXES),
            Entry("save_changes", Sort.BUTTON, beside="mobile_phone"),
            Entry("back_to_menu", Sort.LINK, needed=False),
        ),
        behind="contact_page",
        access=Access.SIGN_IN,
    ),
    ExpectedPage(
        "phone",
        "account",
        (
            Entry("registered_phone", Sort.TEXT_BOX),
            Entry("confirm_send", Sort.BUTTON, beside="registered_phone"),
            Entry("cancel", Sort.BUTTON, needed=False),
        ),
        behind="send_code",
        access=Access.NUMBER,
    ),
    ExpectedPage(
        "settings",
        "account",
        (
            Entry("network_account", Sort.FACT),
            Entry("account_name", Sort.FACT),
            Entry("main_unit", Sort.FACT),
            Entry("valid_until", Sort.FACT),
            Entry("alias", Sort.TEXT_BOX),
            Entry("activate", Sort.BUTTON, beside="alias"),
        ),
        behind="next",
        access=Access.CODE,
    ),
    ExpectedPage(
        "inbox",
        "mail",
        (Entry("inbox", Sort.MARK), Entry("sign_out", Sort.BUTTON)),
        behind="sign_in",
        access=Access.MAIL,
    ),
)
PAGES: Mapping[str, ExpectedPage] = {each.name: each for each in (*_PUBLIC, *_BEHIND)}
"""The first page of each site comes before those behind it, public ones before all others."""

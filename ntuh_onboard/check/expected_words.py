"""Which entries of the profile belong on which page of the sites; keys only, no word of a site (J0.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ntuh_onboard.backend.web.html.form_kinds import (
    ACTIVATION,
    CODE,
    CODE_REQUEST,
    PASSWORD_CHANGE,
    PHONE,
    SIGN_IN,
    FormKind,
)
from ntuh_onboard.check.findings import Access
from ntuh_onboard.check.word_findings import Sort


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the profile.

    Attributes:
        key: its key in the profile.
        sort: what it is on its page.
        needed: False if it is only shown to students, or used only beside the journey.
        beside: for a picture, the key of the box that it belongs to.
        in_menu: whether it may be behind the menu's heading.
        loose: whether any page's words for it are as good as the profile's.

    """

    key: str
    sort: Sort
    needed: bool = True
    beside: str = ""
    in_menu: bool = False
    loose: bool = False


@dataclass(frozen=True, slots=True)
class ExpectedPage:
    """A page of a site.

    Attributes:
        name: our name for it.
        site: the key of its site.
        entries: what belongs on it.
        forms: the kinds of form on it.
        behind: the entry on the page before that leads to it, empty for the first page. Behind a sign-in, the page
            before is the menu.
        access: what it takes to be shown the page.

    """

    name: str
    site: str
    entries: tuple[Entry, ...]
    forms: tuple[FormKind, ...] = ()
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
            Entry("campus", Sort.CHOICE, needed=False),
            Entry("account", Sort.TEXT_BOX),
            Entry("password", Sort.TEXT_BOX),
            Entry("captcha", Sort.TEXT_BOX),
            Entry("captcha_picture", Sort.PICTURE, beside="captcha"),
            Entry("sign_in", Sort.BUTTON),
            Entry("main_campus", Sort.TEXT, needed=False),
        ),
        forms=(SIGN_IN,),
    ),
    ExpectedPage(
        "account",
        "account",
        (
            Entry("regulations", Sort.HEADING, loose=True),
            Entry("questions", Sort.HEADING, needed=False),
            Entry("activate_entry", Sort.LINK),
            Entry("reset_entry", Sort.LINK, needed=False),
            Entry("not_same_passwords", Sort.TEXT, needed=False),
            Entry("service_desk", Sort.TEXT, needed=False),
        ),
    ),
    ExpectedPage("code", "account", _PROOF, forms=(CODE_REQUEST, CODE), behind="activate_entry"),
    ExpectedPage(
        "mail",
        "mail",
        (
            Entry("account", Sort.TEXT_BOX),
            Entry("password", Sort.TEXT_BOX),
            Entry("captcha", Sort.TEXT_BOX),
            Entry("captcha_picture", Sort.PICTURE, beside="captcha"),
            Entry("sign_in", Sort.BUTTON),
            Entry("remember", Sort.TICK, needed=False),
            Entry("main_campus_hint", Sort.TEXT, needed=False),
        ),
        forms=(SIGN_IN,),
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
            Entry("landed", Sort.MARK, needed=False, loose=True),
            Entry("personal_menu", Sort.TEXT, needed=False),
            Entry("change_password", Sort.LINK, in_menu=True),
            Entry("contact_page", Sort.LINK, in_menu=True),
            Entry("sign_out", Sort.BUTTON, loose=True),
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
            Entry("change_password", Sort.BUTTON, loose=True),
            Entry("strength", Sort.TEXT, needed=False),
            Entry("conditions", Sort.TEXT, needed=False),
            Entry("back_to_menu", Sort.LINK, needed=False),
        ),
        forms=(PASSWORD_CHANGE,),
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
            Entry("save_changes", Sort.BUTTON),
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
            Entry("confirm_send", Sort.BUTTON),
            Entry("cancel", Sort.BUTTON, needed=False),
        ),
        forms=(PHONE,),
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
            Entry("activate", Sort.BUTTON),
        ),
        forms=(ACTIVATION,),
        behind="next",
        access=Access.CODE,
    ),
    ExpectedPage(
        "inbox",
        "mail",
        (Entry("inbox", Sort.MARK), Entry("sign_out", Sort.BUTTON, loose=True)),
        behind="sign_in",
        access=Access.MAIL,
    ),
)
PAGES: Mapping[str, ExpectedPage] = {each.name: each for each in (*_PUBLIC, *_BEHIND)}
"""By name. The first page of each site comes before those behind it, public ones before all others."""

"""Read the values of the port from a page that was reached (J1.6, J3.1, J4.1, J5.3, J6.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta

from ntuh_onboard.backend.protocol import (
    CONTACT_FIELDS,
    Account,
    Activation,
    ActivationState,
    Campus,
    Contact,
    Landing,
    Notice,
    Purpose,
    Sent,
    SignInPage,
    Standing,
)
from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html.controls import Control, Kind
from ntuh_onboard.backend.web.html.form_kinds import ACTIVATION, PASSWORD_RESET
from ntuh_onboard.backend.web.html.page import Clue, Page
from ntuh_onboard.backend.web.html.script_made import pressed_by_script
from ntuh_onboard.backend.web.html.word_forms import is_request, plain
from ntuh_onboard.backend.web.sites.menu_entries import entry
from ntuh_onboard.backend.web.sites.notice_pages import search_forms
from ntuh_onboard.backend.web.sites.page_phrases import Sayings
from ntuh_onboard.backend.web.sites.signed_in import is_signed_in, must_change_first, way_out
from ntuh_onboard.common.safe_text import safe_line
from ntuh_onboard.profiles.control_words import control_words
from ntuh_onboard.rules import read_date

_MINUTE = 60
_ADDRESS = re.compile(r"[A-Za-z0-9][\w.-]*(?:@[\w.-]+)?", re.ASCII)


def campuses_of(choice: Control, main: str) -> SignInPage:
    """Return the campuses of the page with 總院區 chosen, or if there is none, the page's own choice (J1.1).

    A box that only shows a campus, and whose list a script draws, offers that one, and stays as it is.
    """
    if choice.kind is not Kind.CHOICE:
        shown = safe_line(choice.value)
        return SignInPage((Campus(shown, shown),) if shown else (), shown)
    given = [each for each in choice.options if not each.disabled]
    named = [each for each in given if each.value.strip() and not is_request(each.label)] or given
    campuses = tuple(Campus(each.value, safe_line(each.label)) for each in named)
    if not campuses:
        raise UnexpectedPage(Why.NOT_FOUND, main)
    values = {each.value for each in campuses}
    chosen = next((each.value for each in choice.chosen if each.value in values), "")
    main_one = next((each.value for each in campuses if plain(each.label) == plain(main)), "")
    return SignInPage(campuses, main_one or chosen or campuses[0].value)


def landing_of(site: Sayings, page: Page, employee_id: str = "") -> Landing | None:
    """Return the page after the sign-in; None if it is another. It may greet by the `employee_id` that was typed.

    ID and name are empty if the profile does not know the line that greets by them.
    """
    if not is_signed_in(site, page, employee_id):
        return None
    greeting = site.profile.patterns.get("greeting")
    found = next((hit for each in page.lines if (hit := greeting.search(each))), None) if greeting else None
    parts = (part.strip() for line in page.lines for part in line.split(" / "))
    notices = [Notice(each.text, each.day) for each in page.notices]
    notices += [Notice(each) for each in parts if any(mark in each for mark in site.profile.marks["waiting"])]
    named = found.groupdict() if found else {}
    who, name = (safe_line(named.get(each, "")) for each in ("employee_id", "name"))
    scripted = tuple(each for each in ("change_password", "contact_page") if _only_by_script(site, page, each))
    return Landing(who, name, tuple(notices), must_change_first(site, page), scripted)


def _only_by_script(site: Sayings, page: Page, key: str) -> bool:
    """Return whether a menu entry is there, but only the page's script can press it."""
    try:
        found = entry(site.profile, page, key)
    except UnexpectedPage:
        return False
    return found is None and pressed_by_script(page, site.profile.clue(key))


def contact_boxes(site: Sayings, page: Page) -> Mapping[str, Control]:
    """Return the boxes of the contact details, by the profile's words, else by general ones; raises UnexpectedPage."""
    return {name: _contact_box(site, page, name) for name in CONTACT_FIELDS}


def contact_box_count(site: Sayings, page: Page) -> int:
    """Return how many boxes of the contact details a page has."""
    found = set()
    for name in CONTACT_FIELDS:
        with suppress(UnexpectedPage):
            found.add(_contact_box(site, page, name))
    return len(found)


def _contact_box(site: Sayings, page: Page, name: str) -> Control:
    try:
        return page.field(site.profile.clue(name), Kind.TEXT)
    except UnexpectedPage as missing:
        general = Clue(control_words().contact[name]).worded(page.labels, _text_boxes(page))
        if missing.why is not Why.NOT_FOUND or len(general) != 1:
            raise
        return general[0]


def _text_boxes(page: Page) -> tuple[Control, ...]:
    return tuple(each for each in page.controls if each.seen and each.kind is Kind.TEXT and each.type != "password")


def contact_of(site: Sayings, page: Page) -> Contact:
    """Return the contact details; ID and name are empty if the page does not show them: only the boxes are changed."""
    fields = {name: safe_line(each.shown, 500) for name, each in contact_boxes(site, page).items()}
    return Contact(_shown(site, page, "staff_id"), _shown(site, page, "name"), **fields)


def sent_of(site: Sayings, page: Page, at: float) -> Sent:
    """Return that a message is on its way, by a page or a box that says so; times only if it tells them."""
    text = "\n".join((*page.lines, *(each.text for each in page.messages)))
    said = next((each for each in site.profile.marks["sent"] if page.says(each)), "")
    minutes = site.number("valid_for", text)
    return Sent(at, None if minutes is None else minutes * _MINUTE, site.number("resend_after", text), said)


_FACTS = ("network_account", "account_name", "main_unit", "valid_until")


def account_of(site: Sayings, page: Page, purpose: Purpose = Purpose.ACTIVATE) -> Account:
    """Return the account on the page behind the code, recognised by its form; facts that it does not show are empty.

    The page of an activated account has no form, and is recognised by its facts. For a reset no guide shows any.
    """
    kind = PASSWORD_RESET if purpose is Purpose.RESET else ACTIVATION
    clue = site.at(kind).clue
    who, name, unit, until = (_beside(page, clue(key)) for key in _FACTS)
    if purpose is Purpose.RESET or not (who and name and unit and until):
        site.form(page, kind)
    asked = purpose is Purpose.RESET or asks_password(site, page)
    return Account(who, name, unit, until, asked, site.profile.rules.get("domain", ""))


def asks_password(site: Sayings, page: Page) -> bool:
    """Return whether the page asks for a cloud password (J6.6), in whatever words, so that none is left out unseen."""
    asked = any(each.type == "password" and each.seen for each in page.controls)
    return asked or site.find(page, "new_password", Kind.TEXT) is not None


def activated_of(site: Sayings, page: Page, alias: str) -> Activation:
    """Return the activation, by a page that says it is done; by default effective the day after the server's date."""
    domain = site.profile.rules.get("domain", "")
    name, _, host = (_ADDRESS.search(_shown(site, page, "alias")) or [alias])[0].partition("@")
    address = f"{name}@{host or domain}"
    effective = _effective(site, page) or site.clock.today() + timedelta(days=1)
    return Activation(address.partition("@")[0], address, effective)


def shows_activated(site: Sayings, page: Page, alias: str) -> bool:
    """Return whether the page says that the account is activated, or shows the address in place of the box for it.

    A page that has the address and something to send may be asking whether it is right, and shows nothing yet.
    """
    if site.states(page, "is_activated") and not site.states(page, "not_activated"):
        return True
    address = plain(f"{alias}@{site.profile.rules.get('domain', '')}")
    out, searching = way_out(site, page), search_forms(page)
    pressed = [each for each in page.acts if each.control is not None and each is not out]
    asks = any(each.control.form not in searching for each in pressed if each.control is not None)
    return any(address in each for each in page.plain_lines) and not asks


def state_of(site: Sayings, page: Page) -> ActivationState:
    """Return whether the account is activated, by the words of the page alone: the form may still be there (RB-10)."""
    said = site.said(page)
    active, inactive = site.states(page, "is_activated"), site.states(page, "not_activated")
    named = _ADDRESS.search(_shown(site, page, "alias"))
    if named is not None and not inactive and site.find(page, "alias", Kind.TEXT) is None:
        active = True  # a name in place of the box for it
    if active and not inactive:
        alias = named[0].partition("@")[0] if named is not None else ""
        return ActivationState(Standing.ACTIVATED, alias or None, _effective(site, page), said)
    if inactive and not active:
        return ActivationState(Standing.NOT_ACTIVATED, said=said)
    site.form(page, ACTIVATION)
    return ActivationState(Standing.UNREADABLE, said=said)


def _shown(site: Sayings, page: Page, key: str) -> str:
    return _beside(page, site.profile.clue(key))


def _beside(page: Page, clue: Clue) -> str:
    """Return what the page shows beside these words; empty if it shows nothing, or two things."""
    try:
        return page.shown(clue)
    except UnexpectedPage:
        return ""


def _effective(site: Sayings, page: Page) -> date | None:
    return read_date(_shown(site, page, "effective"))

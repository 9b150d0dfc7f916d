"""Save the contact details: the button that does it, and what is known once it was pressed (J3.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ntuh_onboard.backend.protocol import Contact
from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html.buttons import Act
from ntuh_onboard.backend.web.html.controls import Control
from ntuh_onboard.backend.web.html.form_finding import FoundForm
from ntuh_onboard.backend.web.html.form_kinds import CONTACT
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.sites.page_phrases import Sayings
from ntuh_onboard.backend.web.sites.port_values import contact_of


def saving_act(site: Sayings, page: Page, ours: Mapping[str, Control]) -> Act:
    """Return what saves the contact details: by the profile's words anywhere, else the button of their form."""
    try:
        return page.act(site.profile.clue("save_changes"))
    except UnexpectedPage as missing:
        form = ours["mobile_phone"].form
        if missing.why is not Why.NOT_FOUND or form is None:
            raise
    return site.button(page, FoundForm(CONTACT, form, ours))


def saved_contact(site: Sayings, before: Contact, changes: Mapping[str, str], page: Page) -> Contact:
    """Return the details on the page that says they are saved; if it shows none, as they were sent."""
    try:
        return contact_of(site, page)
    except UnexpectedPage:
        return replace(before, **changes)

"""Fill the portal's forms that take a password."""

from __future__ import annotations

from ntuh_onboard.backend.web.html.buttons import Act
from ntuh_onboard.backend.web.html.controls import Control, Kind
from ntuh_onboard.backend.web.html.form_draft import Draft
from ntuh_onboard.backend.web.html.form_kinds import SIGN_IN
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.profile.site_profile import SiteProfile
from ntuh_onboard.backend.web.script.password_digest import Digest
from ntuh_onboard.backend.web.sites.password_boxes import digest_of_box, put_password
from ntuh_onboard.backend.web.sites.site_visit import Visit, fitting
from ntuh_onboard.common import errors
from ntuh_onboard.common.secret import Secret


def filled_sign_in(
    visit: Visit, page: Page, employee_id: str, password: Secret, *, captcha: str, campus: str
) -> tuple[Draft, Act]:
    """Fill the sign-in form of this page; returns it with the button that sends it."""
    found = visit.form(page, SIGN_IN)
    button = visit.button(page, found)
    draft = page.draft(button)
    choice = found.fields.get("campus")
    if choice is not None and choice.kind is Kind.CHOICE:
        draft.choose(choice, campus)
    draft.put(found["account"], employee_id)
    if visit.profile.rules.get("portal_password") == "md5":
        put_password(draft, found["password"], password, Digest("md5"))
    else:
        put_as_sent(visit.profile, page, draft, button, (found["password"], password))
    with fitting(errors.WrongCaptcha()):
        draft.put(found["captcha"], captcha)
    return draft, button


def put_as_sent(profile: SiteProfile, page: Page, draft: Draft, button: Act, put: tuple[Control, Secret]) -> None:
    """Put a password into a box as its page sends it: plain, or as the digest that the page's own script makes."""
    box, password = put
    put_password(draft, box, password, digest_of_box(profile, page, button, box))

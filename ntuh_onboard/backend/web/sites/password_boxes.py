"""Send the portal's passwords as its page does: as typed, or as the digest that its script makes (J1.5)."""

from __future__ import annotations

import hashlib

from ntuh_onboard.backend.web.html.buttons import Act
from ntuh_onboard.backend.web.html.controls import Control
from ntuh_onboard.backend.web.html.form_draft import Draft
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.html.page_messages import inline_scripts
from ntuh_onboard.backend.web.html.tree import Element
from ntuh_onboard.backend.web.profile.site_profile import SiteProfile
from ntuh_onboard.backend.web.script.password_digest import Digest, digest_of
from ntuh_onboard.common.secret import Secret


def digest_asked(profile: SiteProfile, page: Page, button: Act) -> Digest | None:
    """Return the function by which this page makes a digest of the password on pressing the button; None if none."""
    pressed = (button.element.get("onclick"), *(each.get("onsubmit") for each in _around(button)))
    return digest_of((*inline_scripts(page.tree), *pressed), profile.scripts.get("password_digest", ()))


def put_password(draft: Draft, box: Control, password: Secret, asked: Digest | None) -> None:
    """Type a password into its box, or with `asked` the digest that the page would send in its place."""
    text = password.reveal()
    if asked is None:
        draft.put(box, text)
    else:
        draft.put(box, hashlib.md5(text.encode(), usedforsecurity=False).hexdigest(), typed=text)


def digest_of_box(profile: SiteProfile, page: Page, button: Act, box: Control) -> Digest | None:
    """Return the function that makes a digest of this box's text; None if there is none, or it names another box."""
    asked = digest_asked(profile, page, button) if profile.rules.get("portal_password", "page") == "page" else None
    if asked is None:
        return None
    named = [each for each in page.controls if each.type == "password" and asked.names(each.id, each.name)]
    return asked if not named or box in named else None


def _around(button: Act) -> tuple[Element, ...]:
    control = button.control
    return () if control is None or control.form is None else (control.form,)

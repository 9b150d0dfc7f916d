"""The web backend, put together: three sites, each with cookies and connections of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from ntuh_onboard.backend.protocol import Backend
from ntuh_onboard.backend.web.http.client import Client, Limits
from ntuh_onboard.backend.web.profile.site_profile import SiteProfile
from ntuh_onboard.backend.web.sites.account import WebAccount
from ntuh_onboard.backend.web.sites.mail import WebMail
from ntuh_onboard.backend.web.sites.portal import WebPortal
from ntuh_onboard.backend.web.sites.site_visit import Visit
from ntuh_onboard.common.clock import Clock


def open_web(
    profile: SiteProfile,
    clock: Clock,
    *,
    ca_file: Path | None = None,
    proxy: str | None = None,
    limits: Limits | None = None,
    shown: Callable[[bytes], None] | None = None,
) -> Backend:
    """A backend to the pages of this profile, for one student. The client's settings are those of `Client`.

    shown: told of every picture code that came; practice asks its stage for the text of that one.
    """

    def visit(site: str, door: str) -> Visit:
        make = partial(Client, profile.origins(site), ca_file=ca_file, proxy=proxy, limits=limits)
        made = Visit(site, door, profile, clock, make)
        made.shown = shown
        return made

    return Backend(
        "web",
        WebPortal(visit("portal", "captcha")),
        WebAccount(visit("account", "code")),
        WebMail(visit("mail", "captcha")),
    )

"""The hospital's sites with the words of the printed guide, as the pages of tests spell them.

The packaged profile has the words of today: one that the hospital changes is one line there, and none in a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from ntuh_onboard.backend.web.profile.site_profile import SiteProfile, load_site
from ntuh_onboard.profiles.hospital_profile import Profile, load, named


@cache
def printed() -> Profile:
    """Return the packaged profile with the words that the guide prints; the simulated pages have them, too."""
    return replace(load(), words=load(named("simulator")).words)


def printed_site(servers: Mapping[str, str] | None = None) -> SiteProfile:
    """Return its pages, at these servers."""
    return load_site(profile=printed(), servers=servers)

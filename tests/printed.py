"""The hospital's sites with the words of the printed guide, as the pages of tests spell them.

The packaged profile has the words of today: one that the hospital changes is one line there, and none in a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ntuh_onboard.backend.web.profile.site_profile import SiteProfile, load_site
from ntuh_onboard.profiles.hospital_profile import Profile, load, named


def printed(path: Path | None = None) -> Profile:
    """Return a profile, by default the packaged one, with the words of the guide, which simulated pages print too."""
    return replace(load(path), words=load(named("simulator")).words)


def printed_site(path: Path | None = None, *, servers: Mapping[str, str] | None = None) -> SiteProfile:
    """Return its pages, at these servers."""
    return load_site(profile=printed(path), servers=servers)

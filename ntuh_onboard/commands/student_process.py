"""What `kiosk` and `serve` share: one isolated process per student, at one hospital (S-05, S-08)."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ntuh_onboard.backend.protocol import Backend
    from ntuh_onboard.journey.lane import Lane
    from ntuh_onboard.profiles.hospital_profile import Profile
    from ntuh_onboard.screens.base.scene import Scene
    from ntuh_onboard.startup.settings import Settings


def command(given: argparse.Namespace, program: Sequence[str]) -> list[str]:
    """Return the command that starts a student's process, with the options that hold for all of them.

    program: what runs this package's command line.
    """
    flags = {"--lang": given.language, "--journey": given.journey, "--profile": given.profile}
    flags |= {"--ca-file": given.ca_file, "--proxy": given.proxy}
    flags |= {"--engine": given.engine, "--browser": given.browser}
    flags |= {"--theme": given.theme}
    told = [f"{name}={value}" for name, value in flags.items() if value is not None]
    return [*program, given.command, given.which, *told, *(["--ascii"] if given.ascii else [])]


def judged(given: argparse.Namespace) -> Profile:
    """Load the profile; it and the settings are checked before anybody comes. Raises OnboardError."""
    from ntuh_onboard.commands.composition import settings_of, whole_profile_of
    from ntuh_onboard.startup import provenance

    chosen = settings_of(given)
    site = whole_profile_of(chosen)
    if given.which == "ntuh":
        provenance.judge(chosen, site)
    return site


def opened(given: argparse.Namespace, chosen: Settings) -> tuple[Scene, Lane[Backend]]:
    """Open the hospital that was chosen; in practice with another invented person each time. Raises OnboardError."""
    from ntuh_onboard.commands.composition import practice, real

    return practice(chosen, "fresh", stranger=True) if given.which == "demo" else real(chosen)

"""The lines of the last step: what now exists, where the student was signed out, and what there is to know (J7)."""

from __future__ import annotations

from collections.abc import Mapping

from ntuh_onboard.backend.protocol import SignOut
from ntuh_onboard.journey.summary import notes, reached
from ntuh_onboard.screens.base.journey_words import kept_words
from ntuh_onboard.screens.base.scene import Scene


def last_lines(scene: Scene, signed_out: Mapping[str, SignOut] | None) -> list[str]:
    """Return the lines. `signed_out`: the result of the sign-out by site; None while it is under way."""
    walk, say = scene.walk, scene.say
    done = [f"{scene.glyphs.done} {each}" for each in reached(walk.journey, say)]
    known = [
        f"- {each}" for each in notes(walk.journey, say, portal_known=walk.held.knew_portal, practice=scene.practice)
    ]
    left = [f"{scene.glyphs.done if sure else '-'} {each}" for sure, each in left_behind(scene, signed_out)]
    return [*done, *left, *known]


def left_behind(scene: Scene, signed_out: Mapping[str, SignOut] | None) -> list[tuple[bool, str]]:
    """Return what was left behind, each with whether it is certain: the sign-out by site, and what is stored here."""
    say = scene.say
    if signed_out is None:
        told = [(False, say("ui.signing_out"))]
    else:
        told = []
        for outcome, key in (
            (SignOut.CONFIRMED, "ui.signed_out"),
            (SignOut.UNCONFIRMED, "ui.signed_out_unconfirmed"),
        ):
            sites = [say(f"ui.site_{site}") for site, each in signed_out.items() if each is outcome]
            if sites:
                told.append((outcome is SignOut.CONFIRMED, say(key, sites=say("ui.site_join").join(sites))))
    return told + [(True, each) for each in kept_words(scene)]

"""What each site said when it was asked whether it can be used (J0.2)."""

from __future__ import annotations

from ntuh_onboard.backend.protocol import Reach, SiteState
from ntuh_onboard.journey.step import Step
from ntuh_onboard.journey.step_acts import LOAD
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.base.script_made import script_lines


def sites_of(scene: Scene, step: Step) -> list[Reach]:
    """Return the sites that this step has asked; none before it has."""
    reached = scene.walk.journey.learned.get(f"{LOAD}{step.id}")
    return [each for each in reached if isinstance(each, Reach)] if isinstance(reached, tuple) else []


def site_lines(scene: Scene, step: Step) -> list[str]:
    """Return a line for each site, one for steps that only a browser can do, and one if this is outside."""
    sites, journey = sites_of(scene, step), scene.walk.journey
    lines = [
        f"{scene.glyphs.done if each.state is SiteState.UP else scene.glyphs.wrong} "
        + scene.say(f"ui.site_{each.state}", host=each.host)
        for each in sites
    ]
    made = script_lines(journey, [each for each in journey.order if journey.by_script(each)])
    lines += [scene.say(key, **values) for key, values in made]
    if any(each.inside is False for each in sites):
        lines.append(scene.say("ui.outside"))
    return lines

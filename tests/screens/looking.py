"""What stands on the screen."""

from __future__ import annotations

from textual.geometry import Region
from textual.strip import Strip

from ntuh_onboard.screens.steps.step_fields import LabelledField
from ntuh_onboard.screens.steps.step_view import StepView
from tests.screens.behind import Behind


class Looking(Behind):
    """A student who looks at the screen."""

    @property
    def view(self) -> StepView:
        assert self.app.front is not None
        view = self.app.front.frame.view
        assert view is not None
        return view

    @property
    def step(self) -> str:
        return self.view.step.id

    def field(self, key: str) -> LabelledField:
        return self.view.labelled[key]

    def text(self, key: str) -> str:
        """What stands in this field."""
        return self.field(key).text

    def wrong(self, key: str) -> str:
        """The name of the sentence under this field; empty where it has none."""
        return self.field(key).error.key

    @property
    def status(self) -> str:
        """The name of the sentence above the keys."""
        assert self.app.front is not None
        return self.app.front.frame.status.key

    @property
    def notice(self) -> str:
        """The name of the sentence under the fields."""
        return self.view.notice.key

    def screen_text(self) -> str:
        """What stands on the screen, widget by widget, so that a sentence which is wrapped is in one piece."""
        screen = self.app.screen
        strips = screen._compositor.render_strips()
        parts = []
        for widget, (region, clip) in screen._compositor.visible_widgets.items():
            if not widget.is_container and not [each for each in widget.children if each.display]:
                parts.append(_cut(strips, region.intersection(clip)))
        return "\n".join(parts)

    def sees(self, text: str) -> bool:
        """Whether this text stands on the screen, however it is wrapped."""
        return _squeezed(text) in _squeezed(self.screen_text())

    def shows(self, key: str, **values: object) -> bool:
        """Whether this sentence stands on the screen, all of it."""
        return self.sees(self.scene.say(key, **values))

    def assert_shows(self, *keys: str, **values: object) -> None:
        """Every one of these sentences stands on the screen."""
        for key in keys:
            assert self.shows(key, **values), (
                f"{key}: {self.scene.say(key, **values)!r} is not in\n{self.screen_text()}"
            )


def _cut(strips: list[Strip], region: Region) -> str:
    return "\n".join(strip.crop(region.x, region.right).text.rstrip() for strip in strips[region.y : region.bottom])


def _squeezed(text: str) -> str:
    return "".join(text.split())

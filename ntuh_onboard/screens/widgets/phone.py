"""The simulated phone beside the wizard, in practice only."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ntuh_onboard.common.safe_text import safe
from ntuh_onboard.rules import mask_phone
from ntuh_onboard.screens.base.phone_screen import Message, Persona, Stage, arrived
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.widgets.big_digits import big
from ntuh_onboard.screens.widgets.wrapping import wrap

WIDTH = 26
"""Cells of the phone's screen."""
_CODE = re.compile(r"(?<![0-9])[0-9]{4,6}(?![0-9])")
"""The code in a message; longer ones have no room in big digits."""


class PhonePane(VerticalScroll):
    """Shows the messages that have arrived, numbered and timed, newest first, and the authenticator's present code."""

    can_focus = True

    def __init__(self, scene: Scene, *, id: str) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(id=id)
        self._scene = scene
        self._screen_text = Static("", markup=False, id="phone-text")
        self._painted = ""
        self._seen = 0

    def compose(self) -> ComposeResult:
        """Lay out the phone's screen."""
        yield self._screen_text

    def tick(self) -> bool:
        """Update the screen; returns whether a message has arrived since the last call."""
        stage, persona = self._scene.stage, self._scene.persona
        if stage is None or persona is None:
            return False
        messages = stage.messages(persona.phone)
        drawn = _drawn(self._scene, stage, persona, messages)
        news = len(messages) > self._seen
        self._seen = len(messages)
        if drawn.plain != self._painted:
            if not self._painted:
                self.border_title = Content(self._scene.say("ui.phone_name"))
                self.border_subtitle = Content(mask_phone(persona.phone))
            self._painted = drawn.plain
            self._screen_text.update(drawn)
        return news

    def reword(self) -> None:
        """Repaint in the present language."""
        self._painted = ""
        self.tick()


def _drawn(scene: Scene, stage: Stage, persona: Persona, messages: Sequence[Message]) -> Text:
    """Return the phone's screen: the newest message as a bubble, older ones, and the authenticator's present code."""
    quiet, drawn = Style(color=scene.theme["phone-quiet"]), Text(end="")
    newest, *older = reversed(messages) if messages else (None,)
    if newest is None:
        drawn.append("\n" + scene.say("ui.phone_empty") + "\n", quiet)
    else:
        drawn.append_text(_bubble(scene, newest))
    for message in older:
        drawn.append(f"\n{arrived(scene, message)}\n", quiet)
        drawn.append("\n".join(wrap(safe(message.text), WIDTH)) + "\n", quiet)
    code = stage.authenticator_code(persona.employee_id)
    if code:
        drawn.append("\n" + scene.say("ui.phone_authenticator") + "\n", quiet)
        drawn.append(code.reveal(), Style(bold=True))
    return drawn


def _bubble(scene: Scene, message: Message) -> Text:
    """Return a message on light paper: its number and time, its code in big digits, and its words as they came."""
    theme, drawn = scene.theme, Text(end="", no_wrap=True)
    edge = Style(color=theme["paper"])
    words = Style(color=theme["on-paper"], bgcolor=theme["paper"])
    code = _CODE.search(message.text) if not scene.glyphs.ascii else None
    rows = [(arrived(scene, message), words + Style(bold=True))]
    if code is not None:
        digits = Style(color=theme["paper-accent"], bgcolor=theme["paper"], bold=True)
        rows += [("", words), *((row, digits) for row in big(code.group()))]
    rows += [(line, words) for line in wrap(safe(message.text), WIDTH - 2)]
    if not scene.glyphs.ascii:
        drawn.append("▄" * WIDTH + "\n", edge)
    for text, style in rows:
        drawn.append(f" {text}{' ' * (WIDTH - 1 - cell_len(text))}\n", style)
    if not scene.glyphs.ascii:
        drawn.append("▀" * WIDTH + "\n", edge)
    return drawn

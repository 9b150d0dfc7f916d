"""Only on the student's own device: the ID is remembered, and a code can be made here (J5.4)."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button

from ntuh_onboard.common import authenticator
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.common.vault import Kept
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.dialogs.modal import Modal
from ntuh_onboard.screens.widgets.inputs import SecretInput, Tick
from ntuh_onboard.screens.widgets.sentence import Sentence, SentenceButton


class SecretCard(Modal[Secret | None]):
    """Asks for the authenticator's secret; it is kept in the system's keyring only if the box is ticked."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", show=False)]
    ALLOW_SELECT = False

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene
        self._typed = SecretInput(id="authenticator-secret")
        self._keep = Tick(scene.say("ui.secret_keep"), id="keep")
        self._wrong = Sentence(scene, classes="error")

    def compose(self) -> ComposeResult:
        """Show the field, the box, and what is wrong."""
        with Vertical(classes="card"):
            yield Sentence(self._scene, "ui.secret_title", classes="title")
            yield Sentence(self._scene, "ui.secret_text", classes="line")
            yield self._typed
            yield self._keep
            yield self._wrong
            with Horizontal(classes="acts"):
                yield SentenceButton(self._scene, "ui.secret_use", id="use")
                yield SentenceButton(self._scene, "ui.close", id="close")

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        """Check the secret, and keep it if that is wished."""
        event.stop()
        if event.button.id != "use":
            self.dismiss(None)
            return
        try:
            secret = authenticator.read_secret(self._typed.value)
        except authenticator.SecretUnusable as unusable:
            self._wrong.say(f"ui.secret_{type(unusable).__name__}")
            return
        self._typed.value = ""
        if self._keep.value and not await asyncio.to_thread(self._scene.vault.remember, Kept.AUTHENTICATOR, secret):
            self._wrong.say("ui.secret_not_kept")
            self._keep.value = False
        self.dismiss(secret)

    def action_close(self) -> None:
        """Close without a secret (Esc)."""
        self.dismiss(None)


async def kept_secret(scene: Scene) -> Secret | None:
    """Return the authenticator's secret from the keyring; None if none is kept."""
    return await asyncio.to_thread(scene.vault.recall, Kept.AUTHENTICATOR)


async def remembered_id(scene: Scene) -> str:
    """Return the remembered ID; empty on a shared computer, or if there is none."""
    known = await asyncio.to_thread(scene.vault.recall, Kept.EMPLOYEE_ID) if scene.own_device else None
    return known.reveal() if known is not None else ""


async def remember_id(scene: Scene, employee_id: str) -> None:
    """Remember the ID after a successful sign-in."""
    if scene.own_device:
        await asyncio.to_thread(scene.vault.remember, Kept.EMPLOYEE_ID, Secret(employee_id))

"""「Forget me now」: asked once, on every screen."""

from __future__ import annotations

from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.dialogs.card import Card
from ntuh_onboard.screens.dialogs.card_contents import Content


class ForgetCard(Card):
    """Opens over every other card; going back is what Enter does."""

    def __init__(self, scene: Scene) -> None:
        buttons = (ButtonAct.STAY, ButtonAct.FORGET)
        super().__init__(scene, Content("kiosk.forget_title", (("kiosk.forget_text", {}),), buttons))

"""Open cards over the wizard; a card is answered with an act, which is done like any button's."""

from __future__ import annotations

from functools import partial

from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.safe_app import SafeApp
from ntuh_onboard.screens.dialogs.card import Card
from ntuh_onboard.screens.dialogs.card_contents import Content


def open_card(app: SafeApp, content: Content | None) -> None:
    """Open this card, unless there is nothing to say or another one is open."""
    if content is not None and not isinstance(app.screen, Card):
        app.push_screen(Card(app.scene, content), partial(_answered, app))


def _answered(app: SafeApp, answer: ButtonAct | None) -> None:
    if answer is not None:
        app.call_later(app.do, answer)

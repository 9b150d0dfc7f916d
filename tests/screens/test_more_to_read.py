"""A text whose end was in sight, and is so no longer: in a smaller window, or once all of it is laid out."""

from __future__ import annotations

from ntuh_onboard.screens.steps.regulations_view import RegulationsView
from tests.screens.student import wizard


async def test_the_keys_are_the_texts_again_when_there_is_more_to_read() -> None:
    """Enter then turns pages; it does not stay at a button that asks for a tick which cannot be set."""
    async with wizard("regulations", size=(120, 60)) as me:
        view = me.view
        assert isinstance(view, RegulationsView)
        await me.enter()
        assert me.app.focused is not view.reader
        await me.pilot.resize_terminal(60, 20)
        await me.drawn()
        me.tick()
        await me.drawn()
        assert me.app.focused is view.reader
        await me.finish()

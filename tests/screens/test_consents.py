"""A consent that a page wants is asked for in the page's own words; Enter never gives it."""

from __future__ import annotations

import pytest

from ntuh_onboard.common.errors import BackendError, ConsentAsked
from ntuh_onboard.journey.checking import Entry
from tests.screens.student import wizard

WORDS = "我同意將個人資料提供第三方使用"


async def test_a_consent_is_given_by_its_own_button_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The focus is on the browser; the step is then sent again as it was typed."""
    async with wizard("portal_password") as student:
        walk, given = student.scene.walk, list[str]()
        really = walk.submit

        async def wanting(entry: Entry) -> BackendError | None:
            return await really(entry) if given else ConsentAsked(WORDS, lambda: given.append(WORDS))

        monkeypatch.setattr(walk, "submit", wanting)
        await student.fill()
        await student.ready()
        student.assert_shows("error.ConsentAsked")
        assert student.sees(WORDS)
        await student.enter()
        await student.ready()
        assert not given
        await student.button("close")
        await student.button("agree")
        await student.at("contact")
        assert given == [WORDS]

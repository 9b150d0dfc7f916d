"""A person does the whole journey in a real browser, by visible words, on every way of laying the pages out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from ntuh_onboard.backend.contract.subject import ONE_EACH
from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.backend.site.simulator import Setting, Site, running
from ntuh_onboard.backend.stage import Persona
from ntuh_onboard.common.clock import ManualClock
from tests.chromium.journey import Journey
from tests.chromium.person import Person
from tests.chromium.window import Window

LAYOUTS: Mapping[str, Mapping[str, object]] = {
    "plain": {},
    "frames": {"frames": True},
    "big5": {"charset": "big5hkscs", "declared": False},
    "soup": {"soup": True, "form_in_table": True},
    "redrawn": {"seed": 7, "rename_all": True, "labels": "mixed", "decoys": True, "notice_page": True},
    "span_meta": {"messages": "span", "moves": "meta", "labels": "above"},
    "validator_script": {"messages": "validator", "moves": "script", "labels": "placeholder"},
}


@pytest.fixture(scope="module")
def server() -> Iterator[Site]:
    with running(Setting(figures=Figures().cheap()), clock=ManualClock()) as site:
        yield site


@pytest.fixture(params=LAYOUTS)
def layout(request: pytest.FixtureRequest, server: Site) -> str:
    name: str = request.param
    server.stage.port.reset()
    server.stage.layout(LAYOUTS[name])
    return name


def fresh(site: Site) -> Persona:
    return site.stage.port.people()[0]


def test_a_person_finishes_the_journey_by_visible_words(layout: str, server: Site, window: Window, root: Path) -> None:
    """J1 to J7: the hospital has counted each commit once, no form had a wrong field, and one field was changed."""

    def shown(page: str) -> None:
        window.picture(root / "pictures" / "browser" / f"{layout}-{page}.png")

    notices = bool(LAYOUTS[layout].get("notice_page"))
    Journey(Person(window), fresh(server), server.stage.port, server.urls, notices, shown).all()
    assert dict(server.stage.port.commits()) == ONE_EACH
    judged = server.stage.judged()
    assert [each for each in judged if each.wrong] == []
    saved = [each for each in judged if each.page == "contact"]
    assert [each.changed for each in saved] == [("english_given",)]


@pytest.mark.parametrize("messages", ["alert", "span", "validator"])
def test_a_refusal_is_seen_and_the_next_try_goes_through(
    messages: str, server: Site, window: Window, root: Path
) -> None:
    """J1.5: the words stand in a box, on the page or beside the field; the page takes the right answer afterwards."""
    server.stage.port.reset()
    server.stage.layout({"messages": messages})
    me, who = Person(window), fresh(server)
    me.goes_to(server.urls["portal"] + "/")
    for picture, words in (("9" * 6, "驗證碼錯誤"), ("", "您好!")):
        me.sees_pictures()
        me.fills({"帳號": who.employee_id, "密碼": who.password.reveal()})
        me.fills({"驗證碼": picture or server.stage.port.picture_text()})
        me.presses("登入")
        me.sees(words)
        window.picture(root / "pictures" / "browser" / f"refused-{messages}-{'no' if picture else 'yes'}.png")
    assert dict(server.stage.port.commits()) == {"portal.sign_in": 1}

"""The whole journey by the port's verbs, over pages laid out in every way that the simulator knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from ntuh_onboard.backend.contract.subject import (
    ALIAS,
    NEW_CLOUD,
    NEW_PORTAL,
    newest_code,
    person,
    sign_in,
)
from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.backend.protocol import Standing
from ntuh_onboard.backend.site.serving import Setting, Site, running
from ntuh_onboard.clock import ManualClock
from tests.web.practising import WebPractice

COMMITS = {
    "portal.sign_in": 1,
    "portal.change_password": 1,
    "portal.save_contact": 1,
    "account.send_code": 1,
    "account.verify_code": 1,
    "account.activate": 1,
    "mail.sign_in": 1,
}
DAY = 24 * 60 * 60
LAYOUTS: tuple[Mapping[str, object], ...] = (
    {},
    *({"labels": each} for each in ("above", "for", "wrap", "text", "placeholder", "mixed")),
    *({"messages": each} for each in ("span", "validator")),
    *({"moves": each} for each in ("meta", "script")),
    *({"charset": each, "declared": said} for each in ("cp950", "big5hkscs") for said in (True, False)),
    {"frames": True},
    {"notice_page": True},
    {"soup": True},
    {"form_in_table": True},
    {"soup": True, "form_in_table": True},
    {"decoys": True},
    *(
        {
            "seed": each,
            "rename_all": True,
            "labels": "mixed",
            "decoys": True,
            "notice_page": each % 2 == 0,
            "soup": each % 3 == 0,
            "form_in_table": each % 4 == 1,
        }
        for each in range(40)
    ),
)


@pytest.fixture(scope="module")
def served() -> Iterator[Site]:
    """One server for all tests of this file, reset before each."""
    with running(Setting(figures=Figures().cheap()), clock=ManualClock()) as site:
        yield site


def _name(layout: Mapping[str, object]) -> str:
    return "-".join(f"{key}={value}" for key, value in layout.items() if value is not False) or "plain"


@pytest.mark.parametrize("layout", LAYOUTS, ids=_name)
def test_the_whole_journey_on_this_layout(served: Site, layout: Mapping[str, object]) -> None:
    """Every commit once, no wrong field filled, no contact field touched but the one that was changed."""
    served.stage.port.reset()
    served.stage.layout(layout)
    practice = WebPractice(served)
    journey(practice)
    assert dict(practice.stage.commits()) == COMMITS
    judged = served.stage.judged()
    assert not [each for each in judged if each.wrong]
    assert [each.changed for each in judged if each.pressed == "save"] == [("english_given",)]


def journey(practice: WebPractice) -> None:
    """From the sign-in to the mail of the next day, and out of every site."""
    who, backend = person(practice), practice.backend
    assert sign_in(practice, who).name == who.name
    backend.portal.change_password(who.password, NEW_PORTAL)
    before = backend.portal.contact()
    after = backend.portal.save_contact({"english_given": "Yi-Fen"})
    assert (after.english_given, after.mobile_phone) == ("Yi-Fen", before.mobile_phone)
    assert backend.portal.landing().notices
    assert backend.portal.sign_out()
    rules = backend.account.regulations()
    assert len(rules.articles) > 3
    assert len(rules.questions) == 3
    backend.account.send_code(who.employee_id, who.phone)
    page = backend.account.verify_code(who.employee_id, newest_code(practice, who))
    assert (page.employee_id, page.name, page.asks_password) == (who.employee_id, who.name, True)
    assert backend.account.activate(ALIAS, NEW_CLOUD).address == f"{ALIAS}@ntuh.gov.tw"
    assert backend.account.activation().standing is Standing.ACTIVATED
    assert backend.account.sign_out()
    practice.stage.jump(DAY)
    backend.mail.picture()
    backend.mail.sign_in(ALIAS, NEW_CLOUD, practice.stage.picture_text())
    assert backend.mail.sign_out()

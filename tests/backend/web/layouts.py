"""Every way in which the simulator lays its pages out, and the whole journey over one of them, judged by the server."""

from __future__ import annotations

from collections.abc import Mapping

from ntuh_onboard.backend.contract.subject import (
    ALIAS,
    NEW_CLOUD,
    NEW_PORTAL,
    ONE_EACH,
    newest_code,
    person,
    sign_in,
)
from ntuh_onboard.backend.protocol import CONTACT_FIELDS, SignOut, Standing
from ntuh_onboard.backend.site.layout import Charset, Labels, Layout, Messages, Moves
from ntuh_onboard.backend.site.simulator import Site
from ntuh_onboard.backend.web.engines.choice import BrowserChoice
from ntuh_onboard.common.clock import ManualClock
from tests.backend.web.practising import WebPractice

COMMITS = {**ONE_EACH, "mail.sign_in": 1}
FILLED = {
    ("login", "sign_in"): {"employee_id", "portal_password", "captcha"},
    ("menu", "menu"): set(),
    ("password", "change"): {"portal_old", "portal_new", "portal_again"},
    ("contact", "save"): {"english_given"},
    ("menu", "sign_out"): set(),
    ("activate", "send"): {"employee_id"},
    ("phone", "confirm"): {"registered_phone"},
    ("activate", "next"): {"code"},
    ("settings", "activate"): {"alias", "cloud_password", "cloud_again"},
    ("activated", "sign_out"): set(),
    ("mail", "sign_in"): {"alias", "cloud_password", "captcha"},
    ("inbox", "sign_out"): set(),
}
"""Every form of the journey, by its page and its button, and the fields of it that the server found changed."""
BY_ITSELF = {("password", "strength")}
"""What a page sends by its own script: the panel that judges a new password."""
DAY = 24 * 60 * 60
_PLAIN = Layout()
_CHARSETS = [(each, said) for each in Charset for said in (True, False)]
SWITCHES: tuple[Mapping[str, object], ...] = (
    {},
    *({"labels": each.value} for each in Labels if each is not _PLAIN.labels),
    *({"messages": each.value} for each in Messages if each is not _PLAIN.messages),
    *({"moves": each.value} for each in Moves if each is not _PLAIN.moves),
    *({"charset": each.value, "declared": said} for each, said in _CHARSETS if (each, said) != (Charset.UTF8, True)),
    *({name: True} for name in ("frames", "notice_page", "soup", "form_in_table", "decoys", "in_place")),
)
"""As at the beginning, then every value of every switch that leaves words and names as they are."""


def redrawn(layout: Mapping[str, object], seed: int) -> Mapping[str, object]:
    """The same with every name and id drawn anew by this number, and every label placed by it."""
    return {**layout, "labels": Labels.MIXED.value, "rename_all": True, "seed": seed}


def name_of(layout: Mapping[str, object]) -> str:
    """For the name of a test."""
    return "-".join(f"{key}={value}" for key, value in layout.items() if key != "rename_all") or "plain"


def laid_out(
    site: Site, layout: Mapping[str, object], *, talkative: bool = True, browser: BrowserChoice | None = None
) -> WebPractice:
    """A hospital as on the first day, its pages in this layout, and one student at it."""
    site.clock.set_now(ManualClock().now())  # thousands of tests put it forward by days, and dates end somewhere
    site.stage.port.reset()
    site.stage.layout(layout)
    site.stage.port.switch("talkative", talkative)
    return WebPractice(site, browser=browser)


def right_to_the_end(practice: WebPractice) -> None:
    """The whole journey: every commit once, no wrong field filled, no contact field touched but the one that was."""
    journey(practice)
    assert dict(practice.stage.commits()) == COMMITS
    judged = practice.site.stage.judged()
    assert not [each for each in judged if each.wrong]
    assert {(each.page, each.pressed): set(each.changed) for each in judged} == FILLED


def right_by_any_way(practice: WebPractice) -> None:
    """The same, where a browser may press more that fills nothing in (a panel, another way out)."""
    journey(practice)
    assert dict(practice.stage.commits()) == COMMITS
    judged = practice.site.stage.judged()
    assert not [each for each in judged if each.wrong]
    sent = {(each.page, each.pressed): set(each.changed) for each in judged}
    filled = {key: fields for key, fields in FILLED.items() if fields}
    assert {key: sent.get(key) for key in filled} == filled
    assert {key for key in sent.keys() - filled.keys() if sent[key]} <= BY_ITSELF


def journey(practice: WebPractice) -> None:
    """From the sign-in to the mail of the next day, and out of every site."""
    who, backend = person(practice), practice.backend
    assert sign_in(practice, who).name == who.name
    backend.portal.change_password(who.password, NEW_PORTAL)
    before = backend.portal.contact()
    after = backend.portal.save_contact({"english_given": "Yi-Fen"})
    assert (before.employee_id, before.name) == (who.employee_id, who.name)
    assert after.english_given == "Yi-Fen" != before.english_given
    untouched = [each for each in (*CONTACT_FIELDS, "employee_id", "name") if each != "english_given"]
    assert [getattr(after, each) for each in untouched] == [getattr(before, each) for each in untouched]
    assert backend.portal.landing().notices
    assert backend.portal.sign_out() is SignOut.CONFIRMED
    rules = backend.account.regulations()
    assert len(rules.articles) > 3
    assert len(rules.questions) == 3
    backend.account.send_code(who.employee_id, who.phone)
    page = backend.account.verify_code(who.employee_id, newest_code(practice, who))
    assert (page.employee_id, page.name, page.asks_password) == (who.employee_id, who.name, True)
    assert backend.account.activate(ALIAS, NEW_CLOUD).address == f"{ALIAS}@ntuh.gov.tw"
    assert backend.account.activation().standing is Standing.ACTIVATED
    assert backend.account.sign_out() is SignOut.CONFIRMED
    practice.stage.jump(DAY)
    backend.mail.picture()
    backend.mail.sign_in(ALIAS, NEW_CLOUD, practice.stage.picture_text())
    assert backend.mail.sign_out() is SignOut.CONFIRMED

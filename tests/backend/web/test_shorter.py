"""The reset of the cloud password and the check of the mail over pages, judged by the server (J8.1, J7.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing

import pytest

from ntuh_onboard.backend.contract.reset import prove_for_reset
from ntuh_onboard.backend.contract.subject import NEW_CLOUD, person, refused
from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.backend.protocol import Outcome, SignOut
from ntuh_onboard.backend.site.simulator import Setting, Site, running
from ntuh_onboard.backend.stage import Fault
from ntuh_onboard.backend.web.profile.site_profile import load_site
from ntuh_onboard.backend.web.sites.opening import open_web
from ntuh_onboard.common.clock import ManualClock
from ntuh_onboard.common.errors import AnswerLost, WrongCaptcha
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.journey import step_acts
from ntuh_onboard.journey.step_acts import Found, Typed
from ntuh_onboard.profiles.hospital_profile import named
from tests.backend.web.layouts import SWITCHES, laid_out, name_of, redrawn
from tests.backend.web.practising import WebPractice
from tests.backend.web.servers import Server, page

LAYOUTS: tuple[Mapping[str, object], ...] = (
    {},
    *({name: True} for name in ("frames", "notice_page", "soup", "form_in_table", "decoys", "in_place")),
    *(redrawn(each, seed) for seed, each in enumerate(SWITCHES[:6])),
)
FILLED = {
    ("reset", "send"): {"employee_id"},
    ("reset_phone", "confirm"): {"registered_phone"},
    ("reset", "next"): {"code"},
    ("new_password", "reset"): {"cloud_password", "cloud_again"},
    ("password_set", "sign_out"): set(),
    ("mail", "sign_in"): {"alias", "cloud_password", "captcha"},
    ("inbox", "sign_out"): set(),
}
COMMITS = {
    "account.send_code": 1,
    "account.verify_code": 1,
    "account.reset_cloud_password": 1,
    "mail.sign_in": 1,
}


@pytest.fixture(scope="module")
def served() -> Iterator[Site]:
    """One server for all tests of this file, reset before each."""
    with running(Setting(figures=Figures().cheap()), clock=ManualClock()) as site:
        yield site


def typed(practice: WebPractice, **texts: str) -> Typed:
    """What the wizard's read-back is given."""
    known = {"read_back_alias": person(practice, "activated").alias, **texts}
    return Typed(known, {"cloud_new": NEW_CLOUD})


@pytest.mark.parametrize("layout", LAYOUTS, ids=name_of)
def test_both_journeys_on_this_layout(served: Site, layout: Mapping[str, object]) -> None:
    """Every commit once, no wrong field filled, 「記住登入資訊」 never ticked, and out of both sites."""
    with closing(laid_out(served, layout)) as practice:
        backend, who = practice.backend, person(practice, "activated")
        assert prove_for_reset(practice).asks_password
        backend.account.reset_cloud_password(NEW_CLOUD)
        assert backend.account.sign_out() is SignOut.CONFIRMED
        backend.mail.picture()
        backend.mail.sign_in(who.alias, NEW_CLOUD, practice.stage.picture_text())
        assert backend.mail.sign_out() is SignOut.CONFIRMED
        assert dict(practice.stage.commits()) == COMMITS
        judged = served.stage.judged()
    assert not [each for each in judged if each.wrong]
    assert {(each.page, each.pressed): set(each.changed) for each in judged} == FILLED


@pytest.mark.parametrize(("fault", "outcome"), [(Fault.LOST_BEFORE, Outcome.UNKNOWN), (Fault.LOST_AFTER, Outcome.DONE)])
def test_a_lost_reset_is_read_back_at_the_mail(served: Site, fault: Fault, outcome: Outcome) -> None:
    """RB: the new password fits, or nothing is proved; a wrong picture is said at its own field and asked again."""
    with closing(laid_out(served, {})) as practice:
        prove_for_reset(practice)
        practice.stage.inject("account.reset_cloud_password", fault)
        refused(AnswerLost, lambda: practice.backend.account.reset_cloud_password(NEW_CLOUD))
        practice.backend.mail.picture()
        error = refused(
            WrongCaptcha,
            lambda: step_acts.READ_BACK_CLOUD_PASSWORD.run(
                practice.backend, typed(practice, read_back_mail_captcha="0")
            ),
        )
        assert error.field == "read_back_mail_captcha"
        practice.backend.mail.picture()
        given = typed(practice, read_back_mail_captcha=practice.stage.picture_text())
        found = step_acts.READ_BACK_CLOUD_PASSWORD.run(practice.backend, given)
        assert isinstance(found, Found)
        assert found.outcome is outcome
        done = outcome is Outcome.DONE
        assert practice.stage.commits().get("account.reset_cloud_password", 0) == done
        assert practice.backend.mail.sign_out() is (SignOut.CONFIRMED if done else SignOut.NOT_NEEDED)


TICKED = page(
    '<form method="post" action="/in"><label>帳號 <input name="u"></label><label>密碼 <input type="password" name="p">'
    '</label><img src="/pic"><label>驗證碼(小寫字母或數字) <input name="v"></label>'
    '<label><input type="checkbox" name="stay" checked> 記住登入資訊 (公用電腦請勿勾選)</label>'
    '<input type="submit" value="登入"></form>'
)


def test_a_box_that_the_page_has_ticked_is_unticked(server: Server) -> None:
    """J7.4: 「記住登入資訊」 is never sent, also where the page ticks it by itself."""
    server.replies.update({"/Login": TICKED, "/in": page("<p>收件匣</p><a href='/out'>登出系統</a>")})
    profile = load_site(named("simulator"), servers={"mail": server.origin})
    backend = open_web(profile, ManualClock())
    backend.mail.sign_in("yifen.chen", Secret("Harbour-64-kite"), "abc123")
    (sent,) = [each.body for each in server.requests if each.line.startswith("POST")]
    assert sent == b"u=yifen.chen&p=Harbour-64-kite&v=abc123"

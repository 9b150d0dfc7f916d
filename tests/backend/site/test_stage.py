"""The stage over HTTP: nothing without the trainer's token; with it, every verb of the port."""

from __future__ import annotations

from functools import partial

import pytest
import requests

from ntuh_onboard.backend.site.simulator import Site
from ntuh_onboard.backend.site.stage_client import StageClient, StageUnreachable
from ntuh_onboard.backend.stage import Carrier, Fault, Stage
from ntuh_onboard.common.secret import Secret
from tests.backend.site.browser import Browser
from tests.patience import PATIENCE


@pytest.fixture
def client(site: Site) -> StageClient:
    """A trainer in another process."""
    return StageClient(site.urls["stage"], site.token)


@pytest.mark.parametrize("token", [None, "", "x", "漢"])
def test_nothing_without_the_token(site: Site, token: str | None) -> None:
    """No token, an empty one, a wrong one; whether a verb exists is not told either."""
    headers = {} if token is None else {"X-Trainer-Token": token.encode().decode("latin-1")}
    for verb in ("people", "reset", "no_such_verb"):
        answer = requests.post(f"{site.urls['stage']}/stage/{verb}", json={}, headers=headers, timeout=PATIENCE)
        assert answer.status_code == 403
        assert site.token.reveal() not in answer.text


def test_the_token_opens_no_other_site(site: Site) -> None:
    """And the stage is at no student's address."""
    headers = {"X-Trainer-Token": site.token.reveal()}
    for name in ("portal", "inner", "account", "mail"):
        assert requests.post(f"{site.urls[name]}/stage/people", headers=headers, timeout=PATIENCE).status_code == 404


def test_a_wrong_token_is_an_error_that_does_not_hold_it(site: Site) -> None:
    """S-02."""
    with pytest.raises(StageUnreachable) as raised:
        StageClient(site.urls["stage"], Secret("not-the-token")).people()
    assert "not-the-token" not in repr(raised.value)
    with pytest.raises(StageUnreachable):
        StageClient("http://127.0.0.1:1", site.token).people()


def test_every_verb_of_the_port(site: Site, client: StageClient, browser: Browser) -> None:
    """As if the hospital were in this process."""
    port: Stage = client
    own = site.stage.port
    assert port.people() == own.people()
    browser.prove(browser.person())
    assert port.messages(browser.person().phone) == own.messages(browser.person().phone)
    assert port.messages("0990000001") == ()
    who = browser.person()
    assert port.authenticator_code(who.employee_id) == own.authenticator_code(who.employee_id)
    assert port.authenticator_code("900001") is None
    assert port.commits() == {"account.send_code": 1, "account.verify_code": 1}
    port.carrier(Carrier.BLOCKS)
    assert site.hospital.network.carrier is Carrier.BLOCKS
    port.switch("talkative", value=False)
    assert not site.hospital.switches.talkative
    before = site.clock.elapsed()
    port.jump(90)
    assert site.clock.elapsed() == before + 90
    port.rate(3)
    assert site.clock.rate == 3
    port.rate(1)
    port.inject("portal.sign_in_page", Fault.MAINTENANCE)
    browser.open("portal")
    assert browser.answer.status_code == 503
    port.reset()
    assert port.commits() == {}
    assert site.hospital.switches.talkative


def test_what_does_not_exist_is_an_error(client: StageClient) -> None:
    """ValueError, as from the stage itself."""
    for verb, given in (
        ("switch", {"name": "colour", "value": True}),
        ("inject", {"verb": "portal.sign_in", "fault": "sulks"}),
        ("arm", {"request": "Q99", "trouble": "F1"}),
        ("layout", {"changes": {"labels": "nowhere"}}),
        ("jump", {"hours": 1}),
    ):
        with pytest.raises(ValueError, match=r"."):
            client.ask(verb, **given)
    with pytest.raises(StageUnreachable, match="no such verb"):
        client.ask("whatever")


def test_a_picture_is_told_by_who_saw_it(site: Site, client: StageClient) -> None:
    """C-02: two students, each with a picture of their own."""
    seen: list[bytes] = []
    texts = []
    for _ in range(2):
        with Browser(site) as browser:
            browser.open("portal")
            shown = browser.session.get(site.urls["portal"] + browser.page.images[0], timeout=PATIENCE)
            seen.append(shown.content)
            texts.append(client.picture_text())
    assert texts[0] != texts[1]
    for picture, text in zip(seen, texts, strict=True):
        assert StageClient(site.urls["stage"], site.token, seen=partial(bytes, picture)).picture_text() == text
    assert client.ask("picture_text", picture="0" * 64) == ""


def test_layouts_and_judgements_over_the_wire(client: StageClient, browser: Browser) -> None:
    """Names only: no value that was typed is in them."""
    client.ask("layout", changes={"charset": "cp950", "decoys": True})
    browser.sign_in(browser.person(), "Not-the-one-99")
    assert browser.codec == "big5hkscs"
    (judged,) = client.ask("judged")
    assert (judged["page"], judged["pressed"], judged["wrong"]) == ("login", "sign_in", [])
    assert set(judged["changed"]) == {"employee_id", "portal_password", "captcha"}
    assert "Not-the-one-99" not in str(judged)

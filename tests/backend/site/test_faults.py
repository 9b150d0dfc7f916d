"""What is armed goes wrong on the wire, once, and the commit is counted as it really happened (security.md B3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
import requests

from ntuh_onboard.backend.hospital import hospital_phrases
from ntuh_onboard.backend.site.board import REQUESTS
from ntuh_onboard.backend.site.simulator import Site
from ntuh_onboard.backend.stage import Fault
from tests.backend.site.browser import ALIAS, NEW_CLOUD, NEW_PORTAL, Browser
from tests.patience import PATIENCE

LOST = (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)
Doing = Callable[[], None]


def before_sign_in(browser: Browser) -> Doing:
    who = browser.person()
    browser.open("portal")
    filled = {"employee_id": who.employee_id, "portal_password": who.password.reveal(), "captcha": browser.picture()}
    return lambda: browser.fill("login", "sign_in", **filled)


def before_change(browser: Browser) -> Doing:
    browser.sign_in(browser.person())
    browser.click("更改密碼")
    old = browser.person().password.reveal()
    filled = {"portal_old": old, "portal_new": NEW_PORTAL, "portal_again": NEW_PORTAL}
    return lambda: browser.fill("password", "change", **filled)


def before_save(browser: Browser) -> Doing:
    browser.sign_in(browser.person())
    browser.click("維護個人連絡資料")
    return lambda: browser.fill("contact", "save", office_phone="61999")


def before_send(browser: Browser) -> Doing:
    browser.open("account", "/Account/Activate")
    browser.fill("activate", "send", employee_id=browser.person().employee_id)
    return lambda: browser.fill("phone", "confirm", registered_phone=browser.person().phone)


def before_verify(browser: Browser) -> Doing:
    before_send(browser)()
    browser.click("確定")
    code = browser.code(browser.person())
    return lambda: browser.fill("activate", "next", code=code)


def before_activate(browser: Browser) -> Doing:
    browser.prove(browser.person())
    filled = {"alias": ALIAS, "cloud_password": NEW_CLOUD, "cloud_again": NEW_CLOUD}
    return lambda: browser.fill("settings", "activate", **filled)


@dataclass(frozen=True)
class Sending:
    """A form that commits: the request's number, its verb, and how to come to where it is sent."""

    number: str
    verb: str
    before: Callable[[Browser], Doing]

    def done(self, browser: Browser) -> int:
        """How often it took effect."""
        return browser.site.stage.port.commits().get(self.verb, 0)


SENDINGS = (
    Sending("Q3", "portal.sign_in", before_sign_in),
    Sending("Q4", "portal.change_password", before_change),
    Sending("Q5", "portal.save_contact", before_save),
    Sending("Q7", "account.send_code", before_send),
    Sending("Q8", "account.verify_code", before_verify),
    Sending("Q10", "account.activate", before_activate),
)
commit = pytest.mark.parametrize("sending", SENDINGS, ids=lambda each: each.number)


@commit
@pytest.mark.parametrize(("trouble", "done"), [("F1", 0), ("F2", 1), ("F4", 1)])
def test_an_answer_is_lost(
    browser: Browser,
    sending: Sending,
    trouble: str,
    done: int,
) -> None:
    """The connection ends; what the hospital did is counted, and the same form is not taken twice."""
    act = sending.before(browser)
    browser.site.stage.arm(sending.number, trouble, hold=0)
    with pytest.raises(LOST):
        act()
    assert sending.done(browser) == done


@commit
@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize("trouble", ["F3", "F6", "F9", "F10", "maintenance"])
def test_something_else_is_answered(
    browser: Browser,
    sending: Sending,
    trouble: str,
    *,
    done: bool,
) -> None:
    """Whether the request took effect is the test's choice; the page does not tell."""
    act = sending.before(browser)
    elsewhere = f"{browser.site.urls['mail']}/SignedOut"
    browser.site.stage.arm(sending.number, trouble, done=done, to=elsewhere)
    act()
    assert sending.done(browser) == done
    shown = {
        "F3": "伺服器發生錯誤",
        "F9": "進入本院電子信開通系統",
        "F10": "Guest Wi-Fi",
        "maintenance": hospital_phrases.MAINTENANCE,
    }
    assert shown.get(trouble, "") in browser.words
    expected = {"F3": 500, "maintenance": 503}.get(trouble, 200)
    assert browser.answer.status_code == expected


@commit
def test_a_session_ends_before_the_form_comes(
    browser: Browser,
    sending: Sending,
) -> None:
    """F8: nothing is done, and the session is really over."""
    act = sending.before(browser)
    browser.site.stage.arm(sending.number, "F8")
    act()
    assert browser.alert == hospital_phrases.SESSION_OVER
    assert sending.done(browser) == 0


@pytest.mark.parametrize(
    ("request_number", "place", "path"),
    [("Q1", "portal", "/General/Login.aspx"), ("Q6", "account", "/Account/Activate"), ("Q6", "account", "/")],
)
def test_every_trouble_of_a_page(site: Site, browser: Browser, request_number: str, place: str, path: str) -> None:
    """One request meets it, the next is as ever."""
    for trouble in ("F1", "F2", "F4"):
        site.stage.arm(request_number, trouble, hold=0)
        with pytest.raises(LOST):
            browser.open(place, path)
    for trouble, status in (("F3", 500), ("F6", 200), ("F10", 200), ("maintenance", 503), ("unexpected", 200)):
        site.stage.arm(request_number, trouble)
        browser.open(place, path)
        assert browser.answer.status_code == status
    site.stage.arm(request_number, "F9", status=307, to="http://elsewhere.example.invalid/")
    answer = browser.session.get(site.urls[place] + path, allow_redirects=False, timeout=PATIENCE)
    assert (answer.status_code, answer.headers["location"]) == (307, "http://elsewhere.example.invalid/")
    site.stage.arm(request_number, "F8")
    browser.open(place, path)
    assert browser.alert == hospital_phrases.SESSION_OVER
    browser.open(place, path)
    assert not browser.alert
    assert browser.answer.status_code == 200


def test_half_a_page(site: Site, browser: Browser) -> None:
    """F4: the length says more than comes."""
    browser.open("portal")
    whole = len(browser.answer.content)
    site.stage.arm("Q1", "F4")
    got: list[bytes] = []
    with browser.session.get(browser.answer.url, stream=True, timeout=PATIENCE) as answer:
        assert abs(int(answer.headers["content-length"]) - whole) < 100
        with pytest.raises(LOST):
            got.extend(answer.iter_content(1))
    assert 0 < len(got) < whole


def test_a_page_that_drips(site: Site, browser: Browser) -> None:
    """F5: byte by byte, at the pace asked for; it ends when nobody listens any more."""
    site.stage.arm("Q1", "F5", pace=0.02)
    with browser.session.get(f"{site.urls['portal']}/General/Login.aspx", stream=True, timeout=PATIENCE) as answer:
        pieces = answer.iter_content(1)
        assert b"".join(next(pieces) for _ in range(9)) == b"<!doctype"
    browser.open("portal")
    assert "驗證碼" in browser.words


@pytest.mark.parametrize(("charset", "called", "really"), [("utf-8", "utf-8", "big5hkscs"), ("cp950", "big5", "utf-8")])
def test_a_page_called_by_a_wrong_charset(site: Site, browser: Browser, charset: str, called: str, really: str) -> None:
    """F7: the header and the meta element lie; so does the page behind a commit's redirect."""
    site.stage.layout({"charset": charset})
    browser.open("portal")
    site.stage.arm("Q1", "F7")
    browser.open("portal")
    assert browser.answer.headers["content-type"] == f"text/html; charset={called}"
    assert "驗證碼" in browser.answer.content.decode(really)
    act = before_send(browser)
    site.stage.arm("Q7", "F7")
    act()
    assert browser.answer.url.endswith("/Account/Sent")
    assert hospital_phrases.SENT in browser.answer.content.decode(really)
    assert site.stage.port.commits()["account.send_code"] == 1


def test_a_picture_that_is_none(site: Site, browser: Browser) -> None:
    """Q2 with F10: HTML where an image is due."""
    browser.open("portal")
    site.stage.arm("Q2", "F10")
    answer = browser.session.get(site.urls["portal"] + browser.page.images[0], timeout=PATIENCE)
    assert answer.headers["content-type"].startswith("text/html")
    assert browser.picture()


def test_the_page_behind_the_code_and_the_sign_out(site: Site, browser: Browser) -> None:
    """Q9, Q11, Q12."""
    browser.prove(browser.person())
    for request_number in ("Q9", "Q11"):
        site.stage.arm(request_number, "F3")
        browser.open("account", "/Account/Settings")
        assert browser.answer.status_code == 500
    browser.open("account", "/Account/Settings")
    site.stage.arm("Q12", "F1")
    with pytest.raises(LOST):
        browser.fill("settings", "sign_out")
    browser.open("account", "/Account/Settings")
    browser.fill("settings", "sign_out")
    assert "您已登出系統" in browser.words


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault.MAINTENANCE, hospital_phrases.MAINTENANCE),
        (Fault.UNEXPECTED_PAGE, "本網頁已改版"),
        (Fault.SESSION_ENDED, ""),
    ],
)
def test_a_verbs_trouble_is_met_where_its_form_begins(site: Site, browser: Browser, fault: Fault, said: str) -> None:
    """By the port's names; the verb then works."""
    browser.sign_in(browser.person())
    site.stage.port.inject("portal.change_password", fault)
    browser.click("更改密碼")
    assert said in browser.words
    assert (browser.alert == hospital_phrases.SESSION_OVER) is (fault is Fault.SESSION_ENDED)
    before_change(browser)()
    assert browser.alert == "更改密碼成功"


@commit
@pytest.mark.parametrize(("fault", "done"), [(Fault.LOST_BEFORE, 0), (Fault.LOST_AFTER, 1)])
def test_a_verbs_answer_is_lost_at_its_form(
    browser: Browser,
    sending: Sending,
    fault: Fault,
    done: int,
) -> None:
    """R-01."""
    act = sending.before(browser)
    browser.site.stage.port.inject(sending.verb, fault)
    with pytest.raises(LOST):
        act()
    assert sending.done(browser) == done


@commit
def test_a_verb_is_refused(
    browser: Browser,
    sending: Sending,
) -> None:
    """In the hospital's words; nothing is done."""
    act = sending.before(browser)
    browser.site.stage.port.inject(sending.verb, Fault.REFUSED)
    act()
    assert browser.alert.endswith(hospital_phrases.REFUSED)
    assert sending.done(browser) == 0


def test_an_alias_is_taken_meanwhile(site: Site, browser: Browser) -> None:
    """As the stage has it; the same name then goes through."""
    act = before_activate(browser)
    site.stage.port.inject("account.activate", Fault.ALIAS_TAKEN)
    act()
    assert browser.alert == hospital_phrases.ALIAS_TAKEN
    browser.fill("settings", "activate", alias=ALIAS, cloud_password=NEW_CLOUD, cloud_again=NEW_CLOUD)
    assert site.stage.port.commits()["account.activate"] == 1


@pytest.mark.parametrize(("request_number", "trouble"), [("Q13", "F1"), ("Q1", "F11"), ("", "F1")])
def test_what_cannot_be_armed_is_refused(site: Site, request_number: str, trouble: str) -> None:
    """F11 and F12 are the certificate's and the client's."""
    with pytest.raises(ValueError, match=r"none of|valid"):
        site.stage.arm(request_number, trouble)
    assert len(REQUESTS) == 12


def test_a_site_is_shut_and_opened_again(site: Site, browser: Browser) -> None:
    """F1: the connection itself is refused, also one that was kept open; the other sites go on."""
    browser.sign_in(browser.person())
    site.stage.shut("portal")
    site.stage.shut("portal")
    for _ in range(2):
        with pytest.raises(requests.ConnectionError):
            browser.open("portal")
    browser.open("account")
    assert "《規範》" in browser.words
    site.stage.open("portal")
    site.stage.open()
    browser.sign_in(browser.person())
    assert "您好!" in browser.words
    for name in ("stage", "elsewhere"):
        with pytest.raises(ValueError, match="none of"):
            site.stage.shut(name)

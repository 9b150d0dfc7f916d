"""The class's pages: each pupil sees their own, the trainer sees all, and a stranger nothing."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.classroom.class_server import Class, ClassSetting, class_running
from ntuh_onboard.commands.classroom import MOST
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.profiles import hospital_profile
from ntuh_onboard.texts.sentences import Texts
from tests.classroom.conftest import Browser, rows
from tests.classroom.persistent_pupil import OWN, PersistentPupil
from tests.languages import EN, ZH_TW


def test_the_door_leads_to_a_seat_with_its_own_person(three: Class, browser: Browser) -> None:
    """One URL for the class; the seat hands out who one is, and its QR code leads to one's own phone."""
    _, door = browser.open(f"{three.base}/")
    assert re.findall(r">(A1|A2|B1)<", door) == ["A1", "A2", "B1"]
    status, seat = browser.open(f"{three.base}/take/2?sure=1", post=True)
    person = three.room.pupils[1].person
    assert status == 200
    assert browser.address == f"{three.base}/seat"
    for each in (person.name, person.employee_id, person.password.reveal(), person.phone, "<svg"):
        assert each in seat
    assert 'class="taken"' in Browser().open(f"{three.base}/")[1]


def test_a_token_stands_in_one_address_only(three: Class, browser: Browser) -> None:
    """It is exchanged for a cookie that no script reads (N-02)."""
    token = three.room.pupils[0].token
    browser.open(f"{three.base}/seat/{token}")
    assert token not in browser.address
    cookie = next(iter(browser.jar))
    assert cookie.value == token
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert cookie.get_nonstandard_attr("SameSite") == "strict"


@pytest.mark.parametrize(
    "path", ["/seat/x", "/phone/x", "/phone", "/phone.json", "/board/x", "/board", "/board.json", "/slips"]
)
def test_a_stranger_is_refused(three: Class, path: str) -> None:
    """Without a token nothing of anybody is seen."""
    status, page = Browser().open(three.base + path)
    assert status == 403
    for pupil in three.room.pupils:
        assert pupil.person.employee_id not in page


@pytest.mark.parametrize("path", ["/board", "/board.json", "/slips"])
def test_a_pupil_is_no_trainer(three: Class, browser: Browser, path: str) -> None:
    """A seat's cookie opens that seat."""
    browser.open(f"{three.base}/take/1?sure=1", post=True)
    assert browser.open(three.base + path)[0] == 403


def test_a_page_of_somebody_else_reaches_nothing(three: Class) -> None:
    """A name of another's that leads here is refused (DNS rebinding)."""
    assert Browser().open(f"{three.base}/", headers={"Host": "evil.example.org"})[0] == 400


def test_each_reader_has_the_pages_in_the_language_of_choice(three: Class, browser: Browser) -> None:
    """By the switch at the top, which leads back to the page; another browser keeps the class's language."""
    seat = f"{three.base}/seat/{three.room.pupils[0].token}"
    assert 'lang="en"' in browser.open(seat)[1]
    _, page = browser.open(f"{three.base}/language/zh-TW", headers={"Referer": f"{three.base}/seat"})
    assert browser.address == f"{three.base}/seat"
    assert "座位 A1" in page
    assert '<a href="/">坐錯了？選別的座位</a>' in page
    assert "Lai" not in page
    assert 'href="/language/en"' in page
    browser.open(three.board)
    assert browser.open(f"{three.base}/board")[1].startswith('<!doctype html>\n<html lang="zh-TW">')
    assert 'lang="en"' in Browser().open(f"{three.base}/")[1]
    assert browser.open(f"{three.base}/language/xx", headers={"Referer": "http://x.invalid/seat"})[0] == 200
    assert browser.address == f"{three.base}/"


def test_the_phone_shows_ones_own_messages_only(three: Class) -> None:
    """The code that was sent to one pupil is not on another's phone."""
    first, second = three.room.pupils[:2]
    phones = {}
    for pupil in (first, second):
        phones[pupil.number] = Browser()
        phones[pupil.number].open(f"{three.base}/phone/{pupil.token}")
    proof = three.room.site.stage.desk.proof
    key, _ = proof.regulations()[0], None
    proof.send_code(key, first.person.employee_id, first.person.phone)
    three.room.site.clock.jump(5)
    told = phones[1].json(f"{three.base}/phone.json")
    assert re.search(r"動態碼\s*[0-9]{6}", told["messages"][0]["text"])
    assert told["messages"][0]["arrived"] >= 0
    other = phones[2].json(f"{three.base}/phone.json")
    assert other["messages"] == []
    assert other["authenticator"] != told["authenticator"]


def test_the_board_says_what_the_hospital_knows(three: Class, browser: Browser) -> None:
    """Who is where, who is stuck and at what; held against the server's own records."""
    status, page = browser.open(three.board)
    assert status == 200
    assert f"{three.base}/" in page
    pupil, desk = three.room.pupils[2], three.room.site.stage.desk
    desk.register.note(pupil.person.employee_id, "portal.sign_in", desk.hospital.moment())
    row = rows(three, browser)["B1"]
    assert (row["state"], row["done"], row["why"]) == ("going", ["sign_in"], "")
    desk.register.note(pupil.person.employee_id, "account.send_code", desk.hospital.moment(), "PhoneMismatch")
    slip = rows(three, browser)["B1"]
    assert slip["state"] == "slip"
    assert "number" in slip["why"]
    desk.register.note(pupil.person.employee_id, "account.send_code", desk.hospital.moment(), "PhoneMismatch")
    assert rows(three, browser)["B1"]["state"] == "stuck", "twice is no slip"
    desk.register.note(pupil.person.employee_id, "account.activate", desk.hospital.moment())
    assert rows(three, browser)["B1"]["state"] == "done"
    desk.register.note(pupil.person.employee_id, "portal.sign_in", desk.hospital.moment(), "WrongCredentials")
    again = rows(three, browser)["B1"]
    assert (again["state"], again["why"]) == ("done", "")


def test_who_sits_and_does_nothing_is_stuck(three: Class, browser: Browser) -> None:
    """Before the first sign-in too; coming back to the wizard counts as doing something."""
    browser.open(three.board)
    pupil = Browser()
    pupil.open(f"{three.base}/take/1?sure=1", post=True)
    assert rows(three, browser)["A1"]["state"] == "going"
    three.room.site.clock.jump(200)
    row = rows(three, browser)["A1"]
    assert (row["state"], row["quiet"] // 60) == ("stuck", 3)
    pupil.open(f"{three.base}/take/1?sure=1", post=True)
    assert rows(three, browser)["A1"]["state"] == "going"


def test_a_seat_that_was_chosen_by_mistake_is_free_again(three: Class, browser: Browser) -> None:
    """When the same browser takes another; but not one at which something was done."""
    browser.open(three.board)
    desk = three.room.site.stage.desk
    desk.register.forget(three.room.pupils[2].person.employee_id)
    pupil = Browser()
    pupil.open(f"{three.base}/take/1?sure=1", post=True)
    pupil.open(f"{three.base}/take/3?sure=1", post=True)
    assert rows(three, browser)["A1"]["state"] == "away"
    assert rows(three, browser)["B1"]["state"] == "going"
    desk.register.note(three.room.pupils[2].person.employee_id, "portal.sign_in", desk.hospital.moment())
    pupil.open(f"{three.base}/seat/{three.room.pupils[0].token}")
    assert (rows(three, browser)["A1"]["state"], rows(three, browser)["B1"]["state"]) == ("going", "going")
    assert set(three.room.taken) >= {1, 3}
    desk.register.forget(three.room.pupils[2].person.employee_id)


def test_a_seat_stays_taken_by_who_took_it_over(three: Class, browser: Browser) -> None:
    """It is free again only when the browser that chose it last goes elsewhere; a phone's browser chose none."""
    browser.open(three.board)
    mistaken, neighbour, phone = Browser(), Browser(), Browser()
    mistaken.open(f"{three.base}/take/1?sure=1", post=True)
    neighbour.open(f"{three.base}/take/1?sure=1", post=True)
    phone.open(f"{three.base}/phone/{three.room.pupils[0].token}")
    mistaken.open(f"{three.base}/take/2?sure=1", post=True)
    phone.open(f"{three.base}/seat/{three.room.pupils[1].token}")
    assert rows(three, browser)["A1"]["state"] == "going"
    neighbour.open(f"{three.base}/take/3?sure=1", post=True)
    assert rows(three, browser)["A1"]["state"] == "away"


async def test_a_password_of_ones_own_is_shown_to_nobody_who_takes_the_seat_over(three: Class) -> None:
    """Neither on the page nor to a wizard; whoever had the seat sees it again, and a reset brings the first one."""
    pupil, owner, neighbour = three.room.pupils[2], Browser(), Browser()
    owner.open(f"{three.base}/take/3?sure=1", post=True)
    walker = PersistentPupil(three, pupil)
    walker.sign_in()
    walker.choose_password()
    assert OWN.reveal() in owner.open(f"{three.base}/seat")[1]
    _, page = neighbour.open(f"{three.base}/take/3?sure=1", post=True)
    assert "the one you chose" in page
    assert OWN.reveal() not in page
    assert neighbour.json(f"{three.base}/phone.json")["password"] == ""
    assert not three.room.person(pupil).password
    assert OWN.reveal() in owner.open(f"{three.base}/take/3?sure=1", post=True)[1]
    neighbour.open(f"{three.base}/take/3?sure=1", post=True)
    await three.room.renew(pupil)
    assert three.room.person(pupil).password == pupil.person.password


def test_a_seat_at_which_a_wizard_opens_is_taken(three: Class, browser: Browser) -> None:
    """Also after a reset, when its pupil begins anew on the wizard's own page; who chose it before may leave it."""
    browser.open(three.board)
    pupil = Browser()
    pupil.open(f"{three.base}/take/2?sure=1", post=True)
    browser.open(f"{three.base}/renew/2", post=True, headers={"Origin": three.base})
    assert rows(three, browser)["A2"]["state"] == "away"
    three.room.opened(2)
    assert rows(three, browser)["A2"]["state"] == "going"
    three.room.site.clock.jump(200)
    assert rows(three, browser)["A2"]["state"] == "stuck"
    three.room.opened(2)
    assert rows(three, browser)["A2"]["state"] == "going"


def test_the_phone_says_whose_it_is(three: Class, browser: Browser) -> None:
    """One cookie names the seat, so that a page that was opened for another seat has to be told."""
    browser.open(f"{three.base}/take/1?sure=1", post=True)
    told = browser.json(f"{three.base}/phone.json")
    assert (told["seat"], told["label"]) == (1, "A1")
    browser.open(f"{three.base}/take/2?sure=1", post=True)
    assert browser.json(f"{three.base}/phone.json")["seat"] == 2


def test_the_heads_of_the_board_tell_the_steps_apart(three: Class, browser: Browser) -> None:
    """Two of them share one name on the wizard's rail."""
    _, page = browser.open(three.board)
    heads = re.findall(r'<th class="step">([^<]+)</th>', page)
    assert len(set(heads)) == len(heads) == 6
    assert heads[3:5] == ["Code sent", "Verified"]


def test_a_class_in_chinese_says_what_the_wizard_says() -> None:
    """The field is called as the hospital calls it, and the default password ends with its change."""
    site = hospital_profile.load()
    texts = Texts(ZH_TW, site.words, site.hosts)
    trainer, pupil = Browser(), Browser()
    with class_running(ClassSetting(("A1",), figures=Figures().cheap()), texts) as held:
        _, board = trainer.open(held.board)
        assert re.findall(r'<th class="step">([^<]+)</th>', board)[3:5] == ["寄動態碼", "驗證"]
        for page in (trainer.open(f"{held.base}/slips")[1], pupil.open(f"{held.base}/take/1?sure=1", post=True)[1]):
            assert "行動電話" in page
            assert "手機門號" not in page
            assert "預設密碼（尚未更改時）" in page


def test_slips_hold_what_each_pupil_needs(three: Class, browser: Browser) -> None:
    """ID, default password, number, and a QR code, for everybody."""
    browser.open(three.board)
    _, page = browser.open(f"{three.base}/slips")
    assert page.count("<svg") == len(three.room.pupils)
    for pupil in three.room.pupils:
        for each in (pupil.label, pupil.person.employee_id, pupil.person.password.reveal(), pupil.person.phone):
            assert each in page


@pytest.mark.long
def test_a_thousand_rows_are_told_in_time(browser: Browser) -> None:
    """While the slips of all of them are drawn, the board is answered as before."""
    site = hospital_profile.load()
    labels = [f"{at:04}" for at in range(1, MOST + 1)]
    setting = ClassSetting(labels, figures=Figures().cheap())
    with class_running(setting, Texts(EN, site.words, site.hosts)) as held, ThreadPoolExecutor() as beside:
        browser.open(held.board)
        slips = beside.submit(browser.open, f"{held.base}/slips")
        answered = 0
        while not slips.done():
            assert len(browser.json(f"{held.base}/board.json")["seats"]) == MOST
            answered += 1
        assert slips.result()[1].count("<svg") == MOST
        assert answered > 2


def test_no_token_is_shown_by_what_holds_it(three: Class) -> None:
    """Neither in a log nor in an error."""
    told = repr(three) + repr(three.room) + repr(three.room.pupils) + repr(three.seat_file(three.room.pupils[0]))
    assert three.room.trainer not in told
    assert not [each for each in three.room.pupils if each.token in told]
    assert isinstance(three.seat_file(three.room.pupils[0]).token, Secret)

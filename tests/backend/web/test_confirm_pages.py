"""A page that only asks once more whether a commit is right is answered once, and only if it shows what is meant."""

from __future__ import annotations

import pytest

from ntuh_onboard.backend.protocol import Backend
from ntuh_onboard.common import errors
from tests.backend.web.servers import Server, page
from tests.backend.web.test_views import (  # noqa: F401  # `at` and `clock` are fixtures
    ACTIVATED,
    ALIAS,
    PASSWORD,
    PASSWORD_FORM,
    at,
    clock,
    contact,
    menu_by_redirect,
    proved,
)

ASKED = f"<p>您的電子郵件將設定為 <b>{ALIAS}@ntuh.gov.tw</b><br>設定後不能修改，是否確定？</p>"
YES = "<input type=submit name=yes value='是，確定'> <input type=button value='否，重新輸入'>"
FORM = "<form method=post action=/sure><input type=hidden name=tk value=1>{}{}</form>"


def test_a_page_that_asks_once_more_is_answered_once(server: Server, at: Backend) -> None:  # noqa: F811
    """The student has typed the name twice, and confirmed it."""
    proved(server, at)
    server.replies |= {"/Apply.aspx": page(FORM.format(ASKED, YES)), "/sure": page(ACTIVATED)}
    assert at.account.activate(ALIAS, None).alias == ALIAS
    assert server.count("POST", "/sure") == 1
    assert b"tk=1" in server.requests[-1].body


UNSURE = {
    "another name": FORM.format(ASKED.replace(ALIAS, "chen.yifen"), YES),
    "no question": FORM.format(f"<p>{ALIAS}@ntuh.gov.tw</p>", YES),
    "a box": FORM.format(ASKED + "<p>驗證碼 <input name=v></p>", YES),
    "a tick": FORM.format(ASKED + "<label><input type=checkbox name=t>我同意提供個資</label>", YES),
    "two that say yes": FORM.format(ASKED, YES + "<input type=submit value=確定>"),
    "nothing that says yes": FORM.format(ASKED, "<input type=submit value=重新輸入>"),
    "a consent": FORM.format(ASKED + "<p>按下確定即表示您同意將個資提供第三方</p>", YES),
    "by an address": FORM.format(ASKED, YES).replace("method=post", "method=get"),
    "an error": "",
}


@pytest.mark.parametrize("how", UNSURE)
def test_any_other_page_is_judged_as_an_answer(server: Server, at: Backend, how: str) -> None:  # noqa: F811
    """Nothing is pressed on it."""
    proved(server, at)
    server.replies["/Apply.aspx"] = page(UNSURE[how] or FORM.format(ASKED, YES), status=200 if UNSURE[how] else 500)
    with pytest.raises(errors.AnswerLost):
        at.account.activate(ALIAS, None)
    assert not any("/sure" in each.path for each in server.requests)


def test_a_second_question_is_no_first_one(server: Server, at: Backend) -> None:  # noqa: F811
    """It is answered once; what asks again is unknown, and is read back."""
    proved(server, at)
    server.replies |= dict.fromkeys(("/Apply.aspx", "/sure"), page(FORM.format(ASKED, YES)))
    with pytest.raises(errors.AnswerLost):
        at.account.activate(ALIAS, None)
    assert server.count("POST", "/sure") == 1


@pytest.mark.parametrize(("asked", "answered"), [("確定要變更密碼嗎？", True), ("是否登出其他裝置？", False)])
def test_a_new_password_is_confirmed_where_the_page_speaks_of_it(
    server: Server,
    at: Backend,  # noqa: F811
    asked: str,
    *,
    answered: bool,
) -> None:
    """It is shown on no page; another question is the person's own."""
    views = menu_by_redirect(server, at, (PASSWORD_FORM, f"<p>{asked}</p>{YES}", "<p>更改密碼成功</p>"))
    if answered:
        at.portal.change_password(PASSWORD, PASSWORD)
    else:
        with pytest.raises(errors.AnswerLost):
            at.portal.change_password(PASSWORD, PASSWORD)
    assert bool(views.script) is not answered


def test_contact_details_are_confirmed_where_the_page_shows_them(server: Server, at: Backend) -> None:  # noqa: F811
    """All that was changed."""
    asked = f"<p>請確認以下資料：行動電話 0911111111</p>{YES}"
    views = menu_by_redirect(server, at, (contact("0900000000"), asked, "<p>異動儲存成功</p>"))
    assert at.portal.save_contact({"mobile_phone": "0911111111"}).mobile_phone == "0911111111"
    assert not views.script


def test_what_a_site_keeps_until_it_is_confirmed_is_no_evidence(server: Server, at: Backend) -> None:  # noqa: F811
    """Its page shows the new number while nothing is stored; who reads it back must not call that done."""
    asked = "<p>請確認以下資料是否異動？</p><p>行動電話：0911111111</p><input type=submit value=就這樣>"
    menu_by_redirect(server, at, (contact("0900000000"), asked, contact("0911111111"), contact("0911111111")))
    with pytest.raises(errors.AnswerLost):
        at.portal.save_contact({"mobile_phone": "0911111111"})
    with pytest.raises(errors.UnexpectedPage):
        at.portal.contact()


@pytest.mark.parametrize("question", ["設定後不可修改，確定啟用？", "即將啟用，是否繼續"])
@pytest.mark.parametrize("yes", ["確定啟用", "確認異動", "是，送出", "確定"])
def test_yes_may_name_what_is_done(server: Server, at: Backend, question: str, yes: str) -> None:  # noqa: F811
    """Beside a question in any words."""
    proved(server, at)
    asked = f"<p>{question}</p><p>{ALIAS}@ntuh.gov.tw</p>"
    buttons = f"<button>{yes}</button><button name=no>返回修改</button>"
    server.replies |= {"/Apply.aspx": page(FORM.format(asked, buttons)), "/sure": page(ACTIVATED)}
    assert at.account.activate(ALIAS, None).alias == ALIAS

"""A form is known by its controls: every box of it found on pages whose words nobody knows, or an error that says why.

The words are those of the packaged profile, as on the first day at a hospital of which only addresses are known.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html.form_finding import FoundForm
from ntuh_onboard.backend.web.html.form_kinds import (
    ACTIVATION,
    CODE,
    CODE_REQUEST,
    CONTACT,
    PASSWORD_CHANGE,
    PASSWORD_RESET,
    PHONE,
    SIGN_IN,
    FormKind,
)
from ntuh_onboard.backend.web.html.page import Clue, Page
from tests.printed import printed_site

NTUH = printed_site()
URL = "https://portal.example/a/Login"
SUBMIT = "<input type=submit name=go value=OK>"
PICTURE = "<img src=c.gif>"
SECRETS = "<input type=password name=p1><input type=password name=p2><input type=password name=p3>"


def read(body: str) -> Page:
    return Page(f"<form method=post>{body}{SUBMIT}</form>", URL)


def names(kind: FormKind, body: str) -> dict[str, str]:
    return {key: box.name for key, box in read(body).form(kind, NTUH.clue).fields.items()}


def refused(kind: FormKind, body: str) -> UnexpectedPage:
    with pytest.raises(UnexpectedPage) as told:
        read(body).form(kind, NTUH.clue)
    return told.value


SIGNED = {"account": "u", "password": "p", "captcha": "c"}
SIGN_INS = {
    "no words at all": f"<input name=u><br><input type=password name=p><br><input name=c>{PICTURE}",
    "picture before its box": f"<input name=u><input type=password name=p>{PICTURE}<input name=c>",
    "picture code before the password": f"<input name=u><br><input name=c>{PICTURE}<input type=password name=p>",
    "other words, Chinese": (
        "<p>使用者代號 <input name=u></p><p>通行碼 <input type=password name=p></p>"
        f"<p>圖形碼 <input name=c>{PICTURE}</p>"
    ),
    "other words, English": (
        "<label>Employee ID <input name=u></label><label>Passphrase <input type=password name=p></label>"
        f"<label>Verification code <input name=c></label>{PICTURE}"
    ),
    "words before the general ones": (
        "<p>PORTAL帳號 <input name=u></p><p>臺大醫院密碼 <input type=password name=p></p>"
        f"<p>右圖驗證碼 <input name=c>{PICTURE}</p>"
    ),
    "labels in a column of their own": (
        "<div><p>帳號<p>密碼<p>驗證碼</div><div><p><input name=u><p><input type=password name=p><p><input name=c>"
        f"{PICTURE}</div>"
    ),
    "a picture code that is only described": (
        "<p>帳號 <input name=u></p><p>密碼 <input type=password name=p></p>"
        f"{PICTURE}<input name=c title=請輸入圖片中的文字>"
    ),
    "a picture code that is to be reckoned": (
        "<p>帳號 <input name=u></p><p>密碼 <input type=password name=p></p>"
        f"<p>請輸入右圖計算結果 <input name=c>{PICTURE}</p>"
    ),
    "placeholders": (
        "<input name=u placeholder='Username'><input type=password name=p placeholder='Password'>"
        f"<input name=c placeholder='Captcha'>{PICTURE}"
    ),
    "a password that nobody calls so": (
        "帳號 <input name=u> 通關字串 <input type=password name=p> 驗證碼 <input name=c>"
    ),
    "autocomplete": (
        "<input name=c><input name=u autocomplete='section-a username'>"
        f"<input type=password name=p autocomplete=current-password>{PICTURE}"
    ),
    "a search box before it": (
        "<input type=search name=q><p>院內搜尋 <input name=s></p>"
        f"<p>帳號 <input name=u></p><p>密碼 <input type=password name=p></p>{PICTURE}<input name=c>"
    ),
    "the password shown at two words": (
        "<p>帳號 <input name=u></p><p>密碼 <input type=password name=p></p><p>密碼 <input name=x type=email></p>"
        f"<p>驗證碼 <input name=c></p>{PICTURE}"
    ),
    "another choice on the page": (
        "<select name=kind><option>1<option>2</select><input name=u><input type=password name=p>"
        f"{PICTURE}<input name=c>"
    ),
}


@pytest.mark.parametrize("how", SIGN_INS)
def test_a_sign_in_is_an_account_a_password_and_a_picture_with_its_box(how: str) -> None:
    """By other words, by features, by their places; a site without 院區 is signed in to all the same."""
    assert names(SIGN_IN, SIGN_INS[how]) == SIGNED


def test_names_in_english_and_pinyin_tell_boxes_without_words() -> None:
    """Where the boxes stand in an order of their own."""
    for account, captcha in (("txtUserID", "txtVerifyCode"), ("yonghuming", "yanzhengma"), ("ctl00_M_acct", "M_yzm")):
        body = f"<input name={captcha}><hr><input name={account}><hr><input type=password name=x>"
        assert names(SIGN_IN, body) == {"account": account, "password": "x", "captcha": captcha}


def test_a_campus_is_found_where_there_is_one() -> None:
    """By the guide's word, by another one, or by its name."""
    rest = f"<input name=u><input type=password name=p>{PICTURE}<input name=c>"
    for select in ("<p>院區 <select name=s></select></p>", "<p>院別 <select name=s></select></p>"):
        assert names(SIGN_IN, select + rest) == {**SIGNED, "campus": "s"}
    assert names(SIGN_IN, "<select name=ddlHosp></select><select name=x></select>" + rest)["campus"] == "ddlHosp"


CHANGES: Mapping[str, tuple[str, str]] = {
    "by order": (SECRETS, "p1 p2 p3"),
    "by other words": (
        (
            "<p>目前密碼 <input type=password name=a></p><p>變更後密碼 <input type=password name=b></p>"
            "<p>再次輸入 <input type=password name=c></p>"
        ),
        "a b c",
    ),
    "by other words, in another order": (
        (
            "<p>新密碼 <input type=password name=b></p><p>確認新密碼 <input type=password name=c></p>"
            "<p>原密碼 <input type=password name=a></p>"
        ),
        "a b c",
    ),
    "by unknown words and their order": (
        (
            "<p>通關字串 <input type=password name=a></p><p>自訂字串 <input type=password name=b></p>"
            "<p>重打一次 <input type=password name=c></p>"
        ),
        "a b c",
    ),
    "by names": (
        "<input type=password name=txtConfirmPwd><input type=password name=txtNewPwd><input type=password name=txtPwd>",
        "txtPwd txtNewPwd txtConfirmPwd",
    ),
    "by one word of the guide": (
        (
            "<p>請輸入舊密碼 <input type=password name=a></p><p><input type=password name=b></p>"
            "<p><input type=password name=c></p>"
        ),
        "a b c",
    ),
    "beside the account": ("<p>帳號 <input name=u></p>" + SECRETS, "p1 p2 p3"),
}


@pytest.mark.parametrize("how", CHANGES)
def test_a_change_of_a_password_is_three_password_boxes(how: str) -> None:
    """Old, new, again: by words, else by names, else by their order."""
    body, expected = CHANGES[how]
    found = names(PASSWORD_CHANGE, body)
    assert [found[key] for key in ("old_password", "new_password", "new_again")] == expected.split()


def test_the_page_behind_the_code_is_a_mail_name_and_a_pair_of_passwords() -> None:
    """Whatever the passwords are called; the name that can never be changed only by words, the guide's or general."""
    pair = "<p>{} <input type=password name=a></p><p>{} <input type=password name=b></p>"
    alias = "<p>雲端服務帳號 (電子郵件名稱) <input name=m></p>"
    for first, second in (("通關字串", "重打一次"), ("密碼", "確認密碼"), ("Password", "Confirm"), ("", "")):
        found = names(ACTIVATION, alias + pair.format(first, second))
        assert found == {"alias": "m", "new_password": "a", "new_again": "b"}
        assert names(PASSWORD_RESET, pair.format(first, second)) == {"new_password": "a", "new_again": "b"}
    assert names(ACTIVATION, alias) == {"alias": "m"}
    assert names(ACTIVATION, "<p>郵件別名 <input name=m></p>") == {"alias": "m"}


ONE = {
    "the guide's word": ("雲端服務密碼", True),
    "behind a sentence": ("設定之後不能改，想清楚喔 雲端服務密碼", True),
    "another general word": ("信箱密碼", True),
    "one of the own choice": ("自訂密碼", True),
    "one that exists": ("登入密碼", False),
    "an old one": ("舊密碼", False),
    "nobody knows which": ("密碼", False),
    "without any words": ("", False),
}


@pytest.mark.parametrize("how", ONE)
def test_a_password_box_alone_is_the_new_one_only_by_its_words(how: str) -> None:
    """A site may ask for the cloud password once; it may as well ask for one that exists, which is never guessed."""
    words, right = ONE[how]
    alias, box = "<p>雲端服務帳號 (電子郵件名稱) <input name=m></p>", f"<p>{words} <input type=password name=a></p>"
    if right:
        assert names(ACTIVATION, alias + box) == {"alias": "m", "new_password": "a"}
        assert names(PASSWORD_RESET, box) == {"new_password": "a"}
    else:
        refused(ACTIVATION, alias + box)
        refused(PASSWORD_RESET, box)


def test_one_password_box_that_says_by_a_token_that_it_is_new_needs_no_second() -> None:
    """`autocomplete` makes it the first of a pair, of which the page has no second."""
    alias = "<p>雲端服務帳號 (電子郵件名稱) <input name=m></p>"
    page = read(f"{alias}<p>雲端服務密碼 <input type=password name=a autocomplete=new-password></p>")
    found = page.form(ACTIVATION, NTUH.clue)
    assert {key: box.name for key, box in found.fields.items()} == {"alias": "m", "new_password": "a"}
    assert found.kind.one_password is None


def test_two_password_boxes_are_never_half_filled() -> None:
    """Where one of them is the cloud password by its words, and the other is something else."""
    alias = "<p>雲端服務帳號 (電子郵件名稱) <input name=m></p>"
    pair = "<p>雲端服務密碼 <input type=password name=a></p><p>{} <input type=password name=b></p>"
    assert names(ACTIVATION, alias + pair.format("再次輸入雲端服務密碼"))["new_again"] == "b"
    assert "new_again" not in names(ACTIVATION, alias + pair.format("舊密碼"))  # refused when it is to be filled in


CODES = {
    "one box": ("<input name=x maxlength=6>", {"code": "x"}),
    "autocomplete": ("<input name=y><input name=x autocomplete=one-time-code>", {"code": "x", "network_account": "y"}),
    "by order": ("<input name=y><input name=x>", {"code": "x", "network_account": "y"}),
    "other words": (
        "<p>員工編號 <input name=y></p><p>簡訊驗證碼 <input name=x></p>",
        {"code": "x", "network_account": "y"},
    ),
    "by name": ("<input name=txtOTP><input name=txtEmpNo>", {"code": "txtOTP", "network_account": "txtEmpNo"}),
}


@pytest.mark.parametrize("how", CODES)
def test_the_page_of_the_code(how: str) -> None:
    """One box for digits; beside it the account's, where the page asks for that again."""
    body, expected = CODES[how]
    assert names(CODE, body) == expected
    if "network_account" in expected:
        assert names(CODE_REQUEST, body)["network_account"] == expected["network_account"]


def test_the_page_of_the_phone_is_one_box() -> None:
    """Whatever it is called, or not called."""
    assert names(PHONE, "<p>手機 <input name=m></p>") == {"registered_phone": "m"}
    assert names(PHONE, "<input name=m type=tel>") == {"registered_phone": "m"}
    assert names(PHONE, "<input name=x><input name=m autocomplete=tel>") == {"registered_phone": "m"}


ACCOUNT = "<p>帳號 <input name=u id=u></p>"
REST = f"<p>驗證碼 <input name=c></p>{PICTURE}"
DIFFERING: Mapping[str, tuple[FormKind, str]] = {
    "a copied label": (
        SIGN_IN,
        f"{ACCOUNT}<label for=u>密碼</label><p><input type=password name=p></p>{REST}",
    ),
    "a password where it is shown": (
        SIGN_IN,
        f"{ACCOUNT}<p>密碼 <input name=x></p><p><input type=password name=p></p>{REST}",
    ),
    "a word and an id": (
        SIGN_IN,
        f"<p>帳號 <input name=u></p><p>工號 <input name=txtUserID></p><p>密碼 <input type=password name=p></p>{REST}",
    ),
    "autocomplete and a name": (
        SIGN_IN,
        f"<input name=a autocomplete=username><input name=userid><input type=password name=p>{REST}",
    ),
    "one word at two passwords": (
        SIGN_IN,
        f"{ACCOUNT}<p>密碼 <input type=password name=p></p><p>密碼 <input type=password name=q></p>{REST}",
    ),
    "an order that a word contradicts": (
        PASSWORD_CHANGE,
        f"<p>新密碼 <input type=password name=a></p>{SECRETS.partition('<input type=password name=p3>')[0]}",
    ),
    "four passwords": (PASSWORD_CHANGE, f"{SECRETS}<input type=password name=p4>"),
    "a code in a box for each digit": (
        CODE,
        "<p>網路帳號 / 主職員工編號 <input name=w></p><p>簡訊(或MOTP)動態碼 "
        + "".join(f"<input name=d{at} maxlength=1>" for at in range(6))
        + "</p>",
    ),
    "a number in three boxes": (
        PHONE,
        "<p>請輸入帳號登記的手機門號(10碼) <input name=a maxlength=4>-<input name=b maxlength=3>-<input name=c></p>",
    ),
    "two mail names": (ACTIVATION, "<p>郵件別名 <input name=m></p><p>信箱名稱 <input name=n></p>"),
}


@pytest.mark.parametrize("how", DIFFERING)
def test_clues_that_differ_are_never_a_pick(how: str) -> None:
    """An error that says how many there are, and what the page calls them."""
    error = refused(*DIFFERING[how])
    assert error.why is Why.AMBIGUOUS
    assert error.found > 1
    assert error.called


MISSING: Mapping[str, tuple[FormKind, str]] = {
    "a mail name without words": (ACTIVATION, "<input name=MailAlias>"),
    "a mail name of unknown words": (ACTIVATION, "<p>英文首名 <input name=m></p>"),
    "an account under a word of something else": (
        SIGN_IN,
        f"<p>身分證字號 <input name=u></p><p>密碼 <input type=password name=p></p>{REST}",
    ),
    "two passwords where three are needed": (
        PASSWORD_CHANGE,
        "<input type=password name=a><input type=password name=b>",
    ),
    "a sign-in without a picture's box": (
        SIGN_IN,
        "<p>帳號 <input name=u></p><p>密碼 <input type=password name=p></p>",
    ),
    "a contact page": (CODE, "<p>英文姓 <input name=a></p><p>行動電話 <input name=b></p>"),
}


@pytest.mark.parametrize("how", MISSING)
def test_a_feature_is_never_used_against_a_word_nor_alone_for_the_mail_name(how: str) -> None:
    """What is not there is said to be missing."""
    assert refused(*MISSING[how]).why in {Why.NOT_FOUND, Why.AMBIGUOUS}


def test_the_form_is_chosen_that_is_of_the_kind() -> None:
    """Beside a search and a newsletter; two forms of one kind are told apart by the guide's words, or not at all."""
    search = "<form><input name=q>" + SUBMIT + "</form>"
    sign_in = f"<form method=post>{SIGN_INS['no words at all']}{SUBMIT}</form>"
    worded = sign_in.replace("<input name=u>", "帳號 <input name=right>")
    assert Page(search + sign_in + search, URL).form(SIGN_IN, NTUH.clue)["account"].name == "u"
    assert Page(sign_in + worded, URL).form(SIGN_IN, NTUH.clue)["account"].name == "right"
    with pytest.raises(UnexpectedPage) as two:
        Page(sign_in + sign_in, URL).form(SIGN_IN, NTUH.clue)
    assert (two.value.why, two.value.found) == (Why.AMBIGUOUS, 2)


BUTTONS = {
    "the word": "<button name=x>忘記密碼</button><button name=right>更改密碼</button>",
    "the word, beside a menu's link": (
        "<a href=javascript:__doPostBack('m','')>更改密碼</a><button name=right>更改密碼</button>"
    ),
    "the only one": "<button name=right>儲存變更</button>",
    "the only one that does not lead away": (
        "<button name=x>取消</button><input type=submit name=y value=清除><button name=z>登出</button>"
        "<button name=right>送出</button>"
    ),
    "the only one that is not beside a search": (
        "<button name=right>套用變更</button><table><tr><td><input name=q><td><button name=x>Go</button></table>"
    ),
    "an icon beside a picture for another code": (
        "<input type=image name=ibnRegenVerifyImg src=r.gif><input type=image name=right src=ok.gif>"
    ),
}


@pytest.mark.parametrize("how", BUTTONS)
def test_the_button_is_the_word_or_the_only_one_that_sends(how: str) -> None:
    """Never one that cancels, clears, signs out or draws another picture."""
    page = Page(f"<form method=post>{SECRETS}{BUTTONS[how]}</form><form><button name=o>更改密碼</button></form>", URL)
    found = page.form(PASSWORD_CHANGE, NTUH.clue)
    assert page.button(found, NTUH.clue("change_password")).name == "right"


def test_a_menus_entry_with_the_word_is_not_the_button_of_the_form() -> None:
    """In WebForms the menu is in the same form, all are links, and the entry has the words of its page."""
    link = "<a href=\"javascript:__doPostBack('{}','')\">{}</a>"
    menu = f"<td>{link.format('menu', '更改密碼')}{link.format('other', '查詢資料')}</td>"
    boxes = f"<td>{SECRETS}{link.format('right', '確定變更')}{link.format('back', '回功能選單')}</td>"
    page = Page(f"<form method=post><table><tr>{menu}{boxes}</tr></table></form>", URL)
    found = page.button(page.form(PASSWORD_CHANGE, NTUH.clue), NTUH.clue("change_password"))
    assert found.postback is not None
    assert found.postback.target == "right"


ASIDE = "<div><p>滿意度</p><input name=q>{}</div>"
SEVERAL = {
    "a tab with the word": "<a id=__tab_T0 href=#>更改密碼</a><div>{}<button name=ok>確定更改</button></div>",
    "the same word beside another's box": ASIDE.format("<button name=a>更改密碼</button>")
    + "<div>{}<button name=ok>更改密碼</button></div>",
    "unknown words beside another's box": ASIDE.format("<button name=a>投他一票</button>")
    + "<div>{}<button name=ok>好了</button></div>",
    "one that sends, and a check": "{}<button name=a>強度檢測</button><button name=ok>確定</button>",
    "one that is drawn as the main one": "{}<button>甲</button><button class=btn-primary name=ok>乙</button>",
}


def test_what_a_poll_sends_saves_no_contact_details() -> None:
    """The only real button of one big form stands with other boxes; ours is a link."""
    link = "<a href=\"javascript:__doPostBack('save','')\">套用</a>"
    state = "<input type=hidden name=__EVENTTARGET><input type=hidden name=__EVENTARGUMENT>"
    poll = "<div><input type=radio name=q value=1>滿意<input type=submit name=vote value=投他一票></div>"
    made = Page(f"<form method=post>{state}<div><p>{link}</p><p>行動電話 <input name=m></p></div>{poll}</form>", URL)
    box = made.field(Clue(("行動電話",)))
    assert box.form is not None
    act = made.button(FoundForm(CONTACT, box.form, {"mobile_phone": box}), NTUH.clue("save_changes"))
    assert act.words == "套用"


@pytest.mark.parametrize("how", SEVERAL)
def test_of_several_buttons_the_one_of_these_boxes_is_pressed(how: str) -> None:
    """A page may be one big form."""
    page = Page(f"<form method=post>{SEVERAL[how].format(SECRETS)}</form>", URL)
    assert page.button(page.form(PASSWORD_CHANGE, NTUH.clue), NTUH.clue("change_password")).name == "ok"


@pytest.mark.parametrize(
    ("buttons", "why"),
    [
        ("<button name=a>儲存</button><button name=b>送出</button>", Why.AMBIGUOUS),
        ("<p><button name=a>強度檢測</button></p><div><button name=b>好</button></div>", Why.AMBIGUOUS),
        ("<button name=a>取消</button>", Why.NOT_FOUND),
        ("<a href=\"javascript:__doPostBack('c','R')\">重新產生圖片</a>", Why.NOT_FOUND),
        ("<button type=button onclick='send()'>更改密碼</button><button name=b>查詢紀錄</button>", Why.FORM),
        ("<button name=a>更改密碼</button><button name=b>更改密碼</button>", Why.AMBIGUOUS),
    ],
)
def test_no_button_is_guessed(buttons: str, why: Why) -> None:
    """Two that send, none that does, or one that only a script can press."""
    page = Page(f"<form method=post>{SECRETS}{buttons}</form>", URL)
    found = page.form(PASSWORD_CHANGE, NTUH.clue)
    with pytest.raises(UnexpectedPage) as told:
        page.button(found, NTUH.clue("change_password"))
    assert told.value.why is why


@pytest.mark.parametrize(
    "word",
    [
        '<a href="javascript:void(0)" onclick="open(1)">發送簡訊動態碼</a>',
        "<span role=button>發送簡訊動態碼</span>",
        "<div onclick='go()'>發送簡訊動態碼</div>",
    ],
)
def test_a_word_that_only_a_script_presses_is_not_made_up_for_by_another_button(word: str) -> None:
    """下一步 would be pressed with an empty code, and that counts as a wrong one at the hospital."""
    source = (
        "<form method=post><p>網路帳號 / 主職員工編號 <input name=a>{}<p>簡訊(或MOTP)動態碼 <input name=c>"
        "<p><input type=submit value=下一步></form>"
    )
    page = Page(source.format(word), "https://account.example/")
    found = page.form(CODE_REQUEST, NTUH.clue)
    with pytest.raises(UnexpectedPage) as refused:
        page.button(found, NTUH.clue("send_code"))
    assert refused.value.why is Why.FORM


def test_the_message_is_not_asked_for_by_the_button_of_the_code() -> None:
    """Where only a script could press the one, the other stays alone in the form and is not it."""
    both = "<p>網路帳號 <input name=u> <button type=button>傳送</button></p><p>動態碼 <input name=c></p>"
    page = Page(f"<form method=post>{both}<button name=n>下一步</button></form>", URL)
    with pytest.raises(UnexpectedPage):
        page.button(page.form(CODE_REQUEST, NTUH.clue), NTUH.clue("send_code"))
    assert page.button(page.form(CODE, NTUH.clue), NTUH.clue("next")).name == "n"

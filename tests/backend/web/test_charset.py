"""Which characters a page's bytes are, and which bytes go back (H-09; the finding that Big5 breaks every guess)."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html.page import Clue, Page
from ntuh_onboard.backend.web.http import unread_bytes
from ntuh_onboard.backend.web.http.charset import decode, encode
from ntuh_onboard.backend.web.http.response import Answer
from ntuh_onboard.backend.web.http.submission import Submission

TEXT = "<p>王小明 帳號"
HKSCS = "堃喆峯着"


@pytest.mark.parametrize(
    ("body", "label", "charset"),
    [
        (TEXT.encode(), "utf-8", "utf-8"),
        (TEXT.encode(), "", "utf-8"),
        (TEXT.encode(), "iso-8859-1", "utf-8"),
        (TEXT.encode(), "big5", "utf-8"),
        (TEXT.encode(), "no-such-charset", "utf-8"),
        (TEXT.encode(), "rot13", "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "big5", "utf-8"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "", "utf-16-le"),
        (TEXT.encode("cp950"), "big5", "big5"),
        (TEXT.encode("cp950"), "BIG5", "big5"),
        (TEXT.encode("cp950"), "", "big5"),
        (TEXT.encode("cp950"), "utf-8", "big5"),
        (TEXT.encode("cp950"), "iso-8859-1", "big5"),
        (TEXT.encode("big5"), "cp950", "big5"),
        (TEXT.encode("gb18030"), "gb2312", "gbk"),
        (TEXT.encode("gb18030"), "gb18030", "gb18030"),
    ],
)
def test_the_bytes_decide_where_the_label_is_wrong(body: bytes, label: str, charset: str) -> None:
    """Header, then UTF-8, then Big5; never silently ISO-8859-1."""
    found = decode(body, label)
    assert (found.text, found.charset, found.exact) == (TEXT, charset, True)


def test_the_pages_own_meta_is_asked_behind_the_header() -> None:
    """Also in capitals, with and without quotes; UTF-16 in a meta means UTF-8."""
    for meta in ("<META HTTP-EQUIV=Content-Type CONTENT='text/html; CHARSET=gb2312'>", "<meta charset=gbk>"):
        assert decode((meta + "帐号").encode("gb18030")).text.endswith("帐号")
    assert decode("<meta charset=utf-16>帳".encode()).text.endswith("帳")
    assert decode(b"<meta charset=gbk>" + TEXT.encode("cp950"), "big5").text.endswith(TEXT)


@pytest.mark.parametrize("char", HKSCS)
def test_hong_kong_characters_of_a_name_survive_in_a_big5_page(char: str) -> None:
    """One such pair made three libraries lose the page; here it is read, and goes back as the same bytes."""
    body = f"<p>王{char}明".encode("big5hkscs")
    found = decode(body, "big5")
    assert found.text == f"<p>王{char}明"
    assert encode(found.text, found.charset) == body


def test_bytes_that_are_no_charset_are_said_to_be_inexact() -> None:
    """What stands for them in a mark of success is never a match; the caller is told."""
    found = decode(b"<p>\xa4\xff\xff ok", "big5")
    assert not found.exact
    assert unread_bytes.shown(found.text) == "<p>\ufffd\ufffd ok"


BROKEN = "<p>公告：系統".encode()[:-1] + "</p><p>帳號 <input name=u>".encode()


@pytest.mark.parametrize(
    ("body", "label"),
    [
        (BROKEN, "utf-8"),
        (b"<meta charset=utf-8>" + BROKEN, ""),
        (b"<meta charset=utf-8>" + BROKEN, "no-such-charset"),
        (b"\xef\xbb\xbf" + BROKEN, "big5"),
        (b"<meta charset=big5>" + BROKEN, "utf-8"),
    ],
)
def test_one_broken_byte_spoils_one_character_and_not_the_page(body: bytes, label: str) -> None:
    """As in a browser the label stands: a notice that was cut within a character leaves every box to be found."""
    page = Page.of(Answer("https://portal.example/", 200, "text/html", body, label))
    assert (page.charset, page.exact) == ("utf-8", False)
    assert page.lines[0] == "公告：系\ufffd"
    assert page.field(Clue(("帳號",))).name == "u"


def test_without_any_label_broken_bytes_are_read_as_the_hospitals() -> None:
    """The last of the chain: Big5."""
    found = decode("<p>帳號".encode("cp950") + b"\xff\xff<p>")
    assert (found.text[:5], found.charset, found.exact) == ("<p>帳號", "big5", False)


ACCEPTING = (
    "<form action=/sink method=post accept-charset='{}'><input name=x value='堃王éỄ€'>"
    "<input type=hidden name=_charset_><input type=submit id=p value=送出></form>"
)


def contact(value: bytes, charset: str, more: str = "") -> Page:
    """A contact page whose box of the family name holds these bytes. more: attributes of the form."""
    body = (
        f"<form method=post {more}>英文姓 <input name=s value='@'> 行動電話 <input name=m>"
        "<input type=submit value=異動儲存></form>"
    )
    return Page.of(
        Answer("https://portal.example/", 200, "text/html", body.encode(charset).replace(b"@", value), charset)
    )


UNREAD = [
    ("big5", b"\x80\xffAB"),
    ("big5", b"\x81\x41\x81\xfe\x84\xa1"),  # where the hospital's own characters are, in Big5's user-defined range
    ("big5", b"\xa4"),
    ("utf-8", b"A\xe7\xb5B"),
    ("utf-8", b"\xf0\x9f\x98\xff\xfe\xc0\x80"),
    ("utf-8", "\U000f8000\U00100080\U0010ffff\ufffd".encode()),
    ("gb18030", b"\x80A\xff"),
]


@pytest.mark.parametrize(("charset", "value"), UNREAD)
@pytest.mark.parametrize("enctype", ["", "multipart/form-data"])
def test_a_field_that_was_not_read_goes_back_byte_for_byte(charset: str, value: bytes, enctype: str) -> None:
    """J3.3: a character of the hospital's own costs no act, and is not overwritten by one that nobody typed."""
    page = contact(value, charset, f"enctype={enctype}" if enctype else "")
    act = page.act(Clue(("異動儲存",)))
    draft = page.draft(act)
    draft.put(page.field(Clue(("行動電話",))), "0912")
    sent = draft.press(act).encoded()[0]
    plain = value if enctype else urlencode({"s": value}).encode()
    assert (b"\r\n\r\n" + plain + b"\r\n" if enctype else plain + b"&m=0912") in sent


def test_what_was_not_read_is_seen_as_such_and_can_be_overwritten() -> None:
    """The student sees that something is missing there, and may type it anew; what is half of it is never sent."""
    page = contact(b"\xa4\xa4\x80\xff", "big5")
    box, act = page.field(Clue(("英文姓",))), page.act(Clue(("異動儲存",)))
    assert page.shown(Clue(("英文姓",))) == "中\ufffd\ufffd"
    draft = page.draft(act)
    with pytest.raises(UnexpectedPage) as refused:
        draft.put(box, "王\ufffd")
    assert (refused.value.why, refused.value.looked_for) == (Why.FORM, "s")
    draft.put(box, "Wang")
    assert draft.press(act).encoded()[0].startswith(b"s=Wang&m=")


def test_what_was_not_read_is_never_sent_in_another_charset() -> None:
    """Its bytes would mean something else there."""
    page = contact(b"\x80\xff", "big5", "accept-charset=utf-8")
    act = page.act(Clue(("異動儲存",)))
    with pytest.raises(UnexpectedPage) as refused:
        page.draft(act).press(act)
    assert (refused.value.why, refused.value.looked_for) == (Why.FORM, "s")
    whole = contact("王".encode("big5"), "big5", "accept-charset=utf-8")
    act = whole.act(Clue(("異動儲存",)))
    assert whole.draft(act).press(act).encoded()[0].startswith(b"s=%E7%8E%8B&")


@given(st.binary(max_size=60), st.sampled_from(["big5", "utf-8", "gb18030"]))
def test_any_bytes_go_back_as_they_came(value: bytes, charset: str) -> None:
    """Whatever stands in a page; but for pairs of Big5 that are the same character as another pair."""
    read = decode(b"\xe7" + value if charset == "utf-8" else b"\xff" + value, charset)
    if read.charset.startswith(charset):
        again = decode(encode(read.text, read.charset), charset)
        assert again.text == read.text
        if charset == "utf-8":
            assert encode(read.text, read.charset)[1:] == value


BIG5 = {
    b"\xa1\x45": "‧",
    b"\xa1\xc2": "¯",
    b"\xa1\xe3": "～",
    b"\xa2\x46": "￠",
    b"\xa2\xcc": "十",
    b"\xa3\xe1": "€",
    b"\xc6\xa1": "①",
    b"\xc6\xe7": "ぁ",
    b"\xf9\xd6": "碁",
    b"\xfb\x69": "堃",
    b"\x87\x7a": "㡵",
    b"\x88\x62": "\u00ca\u0304",
    b"\x8a\x41": "唥",
}


@pytest.mark.parametrize("pair", BIG5)
def test_big5_is_read_as_browsers_read_it(pair: bytes) -> None:
    """Also beside a pair of the Hong Kong supplement, which made a page of one character another one before."""
    for page in (b"<p>" + pair, b"<p>\xfb\x69" + pair, b"<p>\x8a\x41" + pair):
        assert decode(page, "big5").text.endswith(BIG5[pair])


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("堃", b"\xfb\x69"),
        ("€", b"\xa3\xe1"),
        ("十卅═╞╡╪", b"\xa4\x51\xa4\xca\xf9\xf9\xf9\xe9\xf9\xeb\xf9\xea"),
        ("〃～¯", b"\xa1\xb2\xa1\xe3\xa1\xc2"),
        ("㡵•é", b"&#14453;&#8226;&#233;"),
    ],
)
def test_big5_is_written_as_browsers_write_it(text: str, sent: bytes) -> None:
    """Of two pairs the first, of six the last; none of the supplement that is read only."""
    assert encode(text, "big5") == sent


ACCEPTED: dict[str, bytes] = {
    "big5": b"%FBi%A4%FD%26%23233%3B%26%237876%3B%A3%E1&_charset_=Big5",
    "Big5-HKSCS": b"%FBi%A4%FD%26%23233%3B%26%237876%3B%A3%E1&_charset_=Big5",
    "nonsense big5": b"%FBi%A4%FD%26%23233%3B%26%237876%3B%A3%E1&_charset_=Big5",
    "x-sjis,big5": b"%26%2322531%3B%89%A4%26%23233%3B%26%237876%3B%26%238364%3B&_charset_=Shift_JIS",
    "utf-8,big5": b"%E5%A0%83%E7%8E%8B%C3%A9%E1%BB%84%E2%82%AC&_charset_=UTF-8",
    "utf-16": b"%E5%A0%83%E7%8E%8B%C3%A9%E1%BB%84%E2%82%AC&_charset_=UTF-8",
    "cp950": b"%E5%A0%83%E7%8E%8B%C3%A9%E1%BB%84%E2%82%AC&_charset_=UTF-8",
    "": b"%E5%A0%83%E7%8E%8B%C3%A9%E1%BB%84%E2%82%AC&_charset_=UTF-8",
    "iso-8859-1": b"%26%2322531%3B%26%2329579%3B%E9%26%237876%3B%80&_charset_=windows-1252",
    "US-ASCII": b"%26%2322531%3B%26%2329579%3B%E9%26%237876%3B%80&_charset_=windows-1252",
    "gb2312": b"%88%D2%CD%F5%A8%A6%26%237876%3B%80&_charset_=GBK",
    "gb18030": b"%88%D2%CD%F5%A8%A6%816%840%A2%E3&_charset_=gb18030",
    "euc-jp": b"%26%2322531%3B%B2%A6%26%23233%3B%26%237876%3B%26%238364%3B&_charset_=EUC-JP",
    "euc-kr": b"%26%2322531%3B%E8%DD%26%23233%3B%26%237876%3B%A2%E6&_charset_=EUC-KR",
}
"""accept-charset of a form on a page in UTF-8, and what Chromium 150 sends of 堃王éỄ€ (`tests/chromium`)."""


@pytest.mark.parametrize("accepted", ACCEPTED)
def test_a_form_is_sent_in_the_charset_that_it_accepts(accepted: str) -> None:
    """The first that browsers know of those it names, else the page's own."""
    page = Page(ACCEPTING.format(accepted), "https://p.example/")
    act = page.act(Clue(("送出",)))
    assert page.draft(act).press(act).encoded()[0] == b"x=" + ACCEPTED[accepted]


def test_an_address_with_a_character_that_was_not_read_is_never_sent_to() -> None:
    """It would be another address than the page's."""
    page = Page(
        "<form method=post action='a.aspx?x=\ufffd'><input type=submit value=登入></form>", "https://p.example/"
    )
    act = page.act(Clue(("登入",)))
    with pytest.raises(UnexpectedPage):
        page.draft(act).press(act)


def test_words_with_a_character_that_was_not_read_are_not_the_words() -> None:
    """H-09: neither a mark of success nor a label nor a button is found by what may have stood there."""
    body = "<form><p>密碼變更成@</p><p>帳@ <input name=u></p><input type=submit value=登@>"
    page = Page.of(Answer("https://p.example/", 200, "text/html", body.encode("cp950").replace(b"@", b"\x80"), "big5"))
    assert not page.exact
    assert not page.says("密碼變更成功")
    assert not page.mentions("密碼變更成功")
    for ask in (page.field, page.act):
        with pytest.raises(UnexpectedPage):
            ask(Clue(("帳號", "登入")))


def test_a_page_is_posted_back_in_its_own_charset() -> None:
    """What the charset lacks goes as browsers send it."""
    sent = Submission("post", "https://x/", (("姓名", "王Ễ😀 a"),), "big5")
    assert sent.encoded()[0] == b"%A9m%A6W=%A4%FD%26%237876%3B%26%23128512%3B+a"
    assert Submission("post", "https://x/", (("a", "王"),)).encoded()[0] == b"a=%E7%8E%8B"


def test_a_multipart_form_is_sent_as_one() -> None:
    """Rare, but a page may ask for it."""
    body, kind = Submission("post", "https://x/", (('a"b', "1\n2"),), "utf-8", "multipart/form-data").encoded()
    boundary = kind.partition("boundary=")[2].encode()
    assert body == (
        b"--"
        + boundary
        + b'\r\nContent-Disposition: form-data; name="a%22b"\r\n\r\n1\r\n2\r\n--'
        + boundary
        + b"--\r\n"
    )


@given(st.binary(max_size=300), st.sampled_from(["", "big5", "utf-8", "utf-16", "gbk", "x", "iso-8859-1"]))
def test_any_bytes_are_decoded(body: bytes, label: str) -> None:
    """There is always a text, and it can always be sent back."""
    found = decode(body, label)
    encode(found.text, found.charset)


@given(
    st.text(max_size=60),
    st.sampled_from(["utf-8", "big5", "big5-hkscs", "gbk", "gb18030", "cp1252", "cp932", "cp949", "euc_jp"]),
)
def test_any_text_can_be_sent(text: str, charset: str) -> None:
    """Also lone surrogates, which a broken page may hold."""
    assert isinstance(encode(text, charset), bytes)


@given(st.text(alphabet="王小明帳號密碼堃abc 12", max_size=40))
def test_what_a_big5_page_holds_goes_back_byte_for_byte(text: str) -> None:
    """J3.3: fields that nobody touched."""
    body = text.encode("big5hkscs")
    found = decode(body, "big5")
    assert (found.text, encode(found.text, found.charset)) == (text, body)

"""Which characters a page's bytes are, and which bytes go back (H-09; the finding that Big5 breaks every guess)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html.page import Clue, Page
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
        (TEXT.encode("cp950"), "big5", "cp950"),
        (TEXT.encode("cp950"), "BIG5", "cp950"),
        (TEXT.encode("cp950"), "", "cp950"),
        (TEXT.encode("cp950"), "utf-8", "cp950"),
        (TEXT.encode("cp950"), "iso-8859-1", "cp950"),
        (TEXT.encode("gb18030"), "gb2312", "gb18030"),
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
    """Replacement characters in a mark of success are never a match; the caller is told."""
    found = decode(b"<p>\xa4\xff\xff ok", "big5")
    assert not found.exact
    assert "\ufffd" in found.text


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
    """The last of the chain: cp950 with replacements."""
    found = decode("<p>帳號".encode("cp950") + b"\xff\xff<p>")
    assert (found.text[:5], found.charset, found.exact) == ("<p>帳號", "cp950", False)


def contact(value: bytes, charset: str) -> Page:
    """A contact page whose box of the family name holds these bytes."""
    body = "<form method=post>英文姓 <input name=s value='@'> 行動電話 <input name=m><input type=submit value=異動儲存>"
    return Page.of(
        Answer("https://portal.example/", 200, "text/html", body.encode(charset).replace(b"@", value), charset)
    )


@pytest.mark.parametrize(("charset", "value"), [("big5", b"\x80\xfeAB"), ("utf-8", b"A\xe7\xb5B")])
def test_a_field_with_a_character_that_was_not_read_is_never_sent(charset: str, value: bytes) -> None:
    """J3.3: a user-defined character of the hospital's would be overwritten by a replacement that nobody typed."""
    page = contact(value, charset)
    act = page.act(Clue(("異動儲存",)))
    with pytest.raises(UnexpectedPage) as refused:
        page.draft(act).press(act)
    assert (refused.value.why, refused.value.looked_for) == (Why.FORM, "s")
    draft = page.draft(act)
    draft.put(page.field(Clue(("英文姓",))), "Wang")
    assert draft.press(act).encoded()[0].startswith(b"s=Wang&m=")
    whole = contact("王".encode(charset), charset)
    act = whole.act(Clue(("異動儲存",)))
    assert whole.draft(act).press(act).pairs[0] == ("s", "王")


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
    sent = Submission("post", "https://x/", (("姓名", "王Ễ😀 a"),), "cp950")
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


@given(st.text(max_size=60), st.sampled_from(["utf-8", "cp950", "big5hkscs", "gb18030", "utf-16-le"]))
def test_any_text_can_be_sent(text: str, charset: str) -> None:
    """Also lone surrogates, which a broken page may hold."""
    assert isinstance(encode(text, charset), bytes)


@given(st.text(alphabet="王小明帳號密碼堃abc 12", max_size=40))
def test_what_a_big5_page_holds_goes_back_byte_for_byte(text: str) -> None:
    """J3.3: fields that nobody touched."""
    body = text.encode("big5hkscs")
    found = decode(body, "big5")
    assert (found.text, encode(found.text, found.charset)) == (text, body)

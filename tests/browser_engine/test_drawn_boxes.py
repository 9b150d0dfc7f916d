"""Boxes, menus, windows and addresses that scripts make, each alone on a small page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from ntuh_onboard.backend.web.engines.browser.browser_engine import BrowserEngine
from ntuh_onboard.backend.web.engines.browser.rendered_page import LiveView
from ntuh_onboard.backend.web.engines.browser.tab import Tab
from ntuh_onboard.backend.web.engines.choice import BrowserChoice
from ntuh_onboard.backend.web.html.clue import Clue
from ntuh_onboard.backend.web.html.controls import Kind
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.http.carrier import Carrier
from ntuh_onboard.backend.web.profile.site_profile import load_site
from ntuh_onboard.backend.web.sites.consent import agreement
from ntuh_onboard.profiles.hospital_profile import named
from tests.backend.web.conftest import QUICK
from tests.backend.web.servers import Server, page

FORM = """<p><label>行動電話 <input id=m value=0952000111></label> <button type=button id=go>異動儲存</button>
<div id=over style="display:none;position:fixed;inset:0;background:#fff"><div role=dialog id=box>{box}</div></div>
<script>
const get = (id) => document.getElementById(id), sent = () => fetch('/save', {{method: 'POST', body: get('m').value}});
const shut = () => {{ get('over').style.display = 'none'; }};
const done = (text) => {{ get('box').innerHTML = text + '<p><button type=button onclick="shut()">確定</button>'; }};
get('go').onclick = () => {{ get('over').style.display = 'block'; }};
{script}
</script>"""
YES, NO = (
    '<button type=button onclick="sent().then(shut)">{}</button>',
    '<button type=button onclick="shut()">{}</button>',
)
ASKS = {
    "back to the form": ("返回修改", "資料正確，送出", ""),
    "thinking again": ("再想想", "就用這個", ""),
    "do not": ("不要", "確定變更", ""),
    "a cross in the corner": ("取消", "確定", "<button type=button onclick=shut() title=Close>×</button>"),
    "a title that can be dragged": ("取消", "確定", "<h3>儲存 <button type=button onclick=shut()>Close</button></h3>"),
}


@pytest.fixture
def engine(server: Server, browser: BrowserChoice) -> Iterator[BrowserEngine]:
    with closing(BrowserEngine(browser.process, Carrier([server.origin], limits=QUICK))) as made:
        yield made


def drawn(box: str, script: str = "") -> bytes:
    """A page with a button that opens this box."""
    return page(FORM.format(box=box, script=script))


def saved(engine: BrowserEngine, server: Server, text: str = "0952000222") -> Page:
    """Type a number and press 異動儲存, as a commit."""
    read = engine.open(f"{server.origin}/")
    act = read.act(Clue(("異動儲存",)))
    draft = read.draft(act)
    draft.put(read.field(Clue(("行動電話",)), Kind.TEXT), text)
    return engine.press(read, draft, act, commit=True)


@pytest.mark.parametrize("how", ASKS)
def test_a_box_that_asks_once_more_is_answered_with_yes_once(engine: BrowserEngine, server: Server, how: str) -> None:
    """The student was asked that before the press."""
    no, yes, more = ASKS[how]
    dragged = "document.querySelectorAll('h3, #box').forEach((el) => el.addEventListener('click', () => 0));"
    server.replies |= {"/": drawn(f"{more}<p>請核對 {NO.format(no)} {YES.format(yes)}", dragged), "/save": page("ok")}
    assert not saved(engine, server).unsent
    assert server.count("POST", "/save") == 1


@pytest.mark.parametrize(
    "box",
    [
        f"<p>甲或乙 {NO.format('甲')} {YES.format('乙')}",
        f"<p>同意提供個人資料 {NO.format('取消')} {YES.format('同意')}",
    ],
)
def test_a_box_that_cannot_be_answered_leaves_the_commit_unsent(
    engine: BrowserEngine, server: Server, box: str
) -> None:
    """What it shows of what was typed proves nothing; a consent is the person's own."""
    server.replies["/"] = drawn(f"{box}<p>0952000222")
    assert saved(engine, server).unsent
    assert server.count("POST", "/save") == 0


def test_what_a_box_tells_is_told_line_by_line(engine: BrowserEngine, server: Server) -> None:
    """Its title may be all that says that it was done."""
    tells = "get('go').addEventListener('click', () => sent().then(() => done('<h2>變更完成</h2><p>下次登入即適用')));"
    server.replies |= {"/": drawn("", tells), "/save": page("ok")}
    assert [each.text for each in saved(engine, server).messages] == ["變更完成", "下次登入即適用"]


def test_a_button_that_waits_for_a_key_is_pressed_though_nothing_changes(engine: BrowserEngine, server: Server) -> None:
    waits = (
        "get('go').disabled = true; get('m').oninput = () => { get('go').disabled = false; }; get('go').onclick = sent;"
    )
    server.replies |= {"/": drawn("", waits), "/save": page("ok")}
    read = engine.open(f"{server.origin}/")
    act = read.act(Clue(("異動儲存",)))
    engine.press(read, read.draft(act), act, commit=True)
    assert server.count("POST", "/save") == 1


MENU = (
    "<p>您好 {name}<ul><li id=mine>個人管理<ul style=display:none><li><a href=/pwd{name}>更改密碼</a></ul></ul>{script}"
    "<script>mine.onclick = () => {{ mine.children[0].style.display = 'block'; }}</script>"
)


def test_a_list_is_opened_by_what_is_around_it(engine: BrowserEngine, server: Server) -> None:
    """A heading that listens to a press, without being a link or a button."""
    server.replies |= {"/": page(MENU.format(name="", script="")), "/pwd": page("<p>舊密碼")}
    menu = engine.open(f"{server.origin}/")
    link = next(each for each in menu.tree.all("a") if not each.look.seen)
    act = menu.act_at(link)
    assert act is not None
    assert engine.follow(menu, act).lines == ("舊密碼",)


def test_an_entry_of_a_menu_that_was_loaded_anew_is_found_by_its_words(engine: BrowserEngine, server: Server) -> None:
    """Not by its number, which is another element's there; its address is the new menu's."""
    server.replies |= {
        "/": page(MENU.format(name="", script="")),
        "/again": page("<button>登出</button>" * 9 + MENU.format(name="2", script="")),
        "/pwd": page("<p>過期"),
        "/pwd2": page("<p>舊密碼"),
    }
    menu = engine.open(f"{server.origin}/")
    act = menu.act_at(next(iter(menu.tree.all("a"))))
    assert act is not None
    engine.open(f"{server.origin}/again")
    assert engine.follow(menu, act).lines == ("舊密碼",)


@pytest.mark.parametrize("script", ["location.hash = '#/contact?s=1'", "history.replaceState(null, '', '/')"])
def test_a_page_whose_address_was_made_by_a_script_is_kept(engine: BrowserEngine, server: Server, script: str) -> None:
    """Asked for again, it may be another page."""
    server.replies["/in"] = page(f"<p>聯絡資料<script>{script}</script>")
    assert isinstance(engine.open(f"{server.origin}/in"), LiveView)


def test_a_page_in_a_window_of_its_own_is_read_and_the_first_window_when_it_is_closed(
    engine: BrowserEngine, server: Server
) -> None:
    server.replies |= {
        "/": page("<a href=/other target=_blank rel=opener>聯絡資料</a> <a href=/pwd>密碼</a>"),
        "/other": page("<p>行動電話 <button onclick='window.close()'>關閉視窗</button>"),
        "/pwd": page("<p>舊密碼"),
    }
    first = engine.open(f"{server.origin}/")
    other = engine.follow(first, first.act(Clue(("聯絡資料",))))
    assert other.lines == ("行動電話",)
    assert engine.follow(first, first.act(Clue(("密碼",)))).lines == ("舊密碼",)
    engine.open(f"{server.origin}/")  # the first window has another document now
    engine.follow(first, first.act(Clue(("聯絡資料",))))
    assert engine.follow(first, first.act(Clue(("密碼",)))).lines == ("舊密碼",), "it is looked for in both windows"


def test_the_page_behind_a_prompt_is_a_view_of_the_same_document(engine: BrowserEngine, server: Server) -> None:
    """It is kept, as any that a script has made of another."""
    asks = "get('go').onclick = () => { get('m').value = prompt('請輸入門號'); document.body.append('已發送'); };"
    server.replies["/"] = drawn("", asks)
    read = engine.open(f"{server.origin}/")
    box = engine.follow(read, read.act(Clue(("異動儲存",))))
    draft = box.draft(box.act(Clue(("確定",))))
    draft.put(box.field(Clue(("請輸入門號",)), Kind.TEXT), "0952000222")
    assert isinstance(engine.press(box, draft, box.act(Clue(("確定",))), commit=False), LiveView)


@pytest.mark.parametrize(
    ("asks", "agrees"),
    [("是否已詳閱規範並同意遵守？", True), ("是否同意規範及個人資料之利用？", False), ("是否同意授權第三方？", False)],
)
def test_a_box_that_asks_for_agreement_to_the_regulations_alone_is_agreed_to(
    engine: BrowserEngine, server: Server, asks: str, *, agrees: bool
) -> None:
    """The student has agreed to them in the wizard, and to nothing else."""
    server.replies["/"] = drawn(f"<p>{asks} {YES.format('同意')} {NO.format('不同意')}")
    read = engine.open(f"{server.origin}/")
    found = agreement(load_site(named("simulator")), engine.follow(read, read.act(Clue(("異動儲存",)))))
    assert (found is not None and found.words == "同意") is agrees


def test_a_session_is_restored_with_its_cookies_and_no_others(engine: BrowserEngine, server: Server) -> None:
    """After a page that may have begun another session."""
    server.replies |= {
        "/": page("<p>選單", headers=[("Set-Cookie", "s=first; Path=/")]),
        "/door": page("<p>帳號", headers=[("Set-Cookie", "s=second; Path=/"), ("Set-Cookie", "t=1; Path=/")]),
        "/menu": page("<p>選單"),
    }
    engine.open(f"{server.origin}/")
    back = engine.session()
    engine.open(f"{server.origin}/door")
    back()
    engine.open(f"{server.origin}/menu")
    (asked,) = [each for each in server.requests if each.line.split()[1] == "/menu"]
    assert b"s=first" in asked.raw
    assert b"second" not in asked.raw
    assert b"t=1" not in asked.raw


def test_a_page_that_is_slow_to_answer_is_not_gone(
    engine: BrowserEngine, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit is pressed only on the very page that was read; on a busy computer that page may answer late."""
    server.replies |= {"/": drawn("", "get('go').onclick = sent;"), "/save": page("ok")}
    asked, late = Tab._asked, list[str]()

    async def slow(tab: Tab, where: object, expression: str, given: object = None) -> object:
        if "token :" in expression and len(late) < 2:
            late.append(expression)
            return None
        return await asked(tab, where, expression, given)  # type: ignore[arg-type]  # passed on as they are

    monkeypatch.setattr(Tab, "_asked", slow)
    saved(engine, server)
    assert late
    assert server.count("POST", "/save") == 1

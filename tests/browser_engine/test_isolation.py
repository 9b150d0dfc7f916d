"""What leaves the computer: nothing foreign, and each commit once. What runs and stays on it: `test_endings.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, suppress

import pytest
from playwright.async_api import Error

from ntuh_onboard.backend.web.engines.browser.browser_engine import BrowserEngine
from ntuh_onboard.backend.web.engines.browser.driver import BrowserProcess
from ntuh_onboard.backend.web.engines.browser.rendered_page import LivePage
from ntuh_onboard.backend.web.engines.choice import BrowserChoice
from ntuh_onboard.backend.web.failures import AnswerLost, UnexpectedPage
from ntuh_onboard.backend.web.html.clue import Clue
from ntuh_onboard.backend.web.html.controls import Kind
from ntuh_onboard.backend.web.http.carrier import Carrier
from tests.backend.web.conftest import QUICK
from tests.backend.web.servers import CANARY, Server, half, hang_up, page, reset
from tests.patience import PATIENCE
from tests.unseen_sites.driven import driven

FORM = (
    "<form method={method} action=/save><p>密碼 <input type=password name=p>"
    "<p><button {kind}>儲存</button></form>{script}"
)
BY_FETCH = (
    "<script>document.querySelector('button').onclick = () => fetch('/save', {method: 'POST', body: 'p=1'})</script>"
)
TWICE = (
    "<script>document.querySelector('button').onclick = async () => {const go = () => fetch('/save', {method: 'POST', "
    "body: 'p=1'}); await go().catch(() => 0); await go().catch(() => 0); document.body.append('已儲存')}</script>"
)


@pytest.fixture
def engine(server: Server, browser: BrowserChoice) -> Iterator[BrowserEngine]:
    made = BrowserEngine(browser.process, Carrier([server.origin], limits=QUICK))
    with closing(made):
        yield made


def form(kind: str = "type=submit", script: str = "", method: str = "post") -> bytes:
    return page(FORM.format(kind=kind, script=script, method=method))


def save(engine: BrowserEngine, server: Server) -> LivePage:
    """Type a password and press 儲存, as a commit."""
    read = engine.open(f"{server.origin}/")
    act = read.act(Clue(("儲存",)))
    draft = read.draft(act)
    draft.put(read.field(Clue(("密碼",)), Kind.TEXT), CANARY)
    answer = engine.press(read, draft, act, commit=True)
    assert isinstance(answer, LivePage)
    return answer


def test_no_foreign_server_is_asked(engine: BrowserEngine, server: Server, browser: BrowserChoice) -> None:
    """By whatever means a page tries; each try is counted."""
    browser.process.refused.clear()
    with Server() as other:
        server.replies["/"] = page(
            f"<img src={other.origin}/i.png><link rel=stylesheet href={other.origin}/s.css>"
            f"<script src={other.origin}/s.js></script><iframe src={other.origin}/f></iframe>"
            f"<script>fetch('{other.origin}/x'); new WebSocket('{other.origin.replace('http', 'ws')}/w');"
            f"navigator.sendBeacon('{other.origin}/b', 'x'); window.open('{other.origin}/p')</script><p>hier"
        )
        engine.open(f"{server.origin}/")
        assert not other.requests
        assert not other.other_bytes
        refused = browser.process.refused
        assert sum(refused.values()) >= 5
        assert {*refused} == {other.origin.partition("//")[2]}


def test_one_more_host_may_hold_scripts_and_styles_and_nothing_else(server: Server, browser: BrowserChoice) -> None:
    """Named in the profile; whatever else is asked of it is refused, and so is a script's own request to it."""
    browser.process.refused.clear()
    with Server() as other:
        server.replies["/"] = page(
            f"<script src={other.origin}/s.js></script><link rel=stylesheet href={other.origin}/s.css>"
            f"<img src={other.origin}/i.png><iframe src={other.origin}/f></iframe><p>hier"
            f"<script>fetch('{other.origin}/x', {{mode: 'no-cors', method: 'POST', body: 'p'}})</script>"
        )
        other.replies |= {
            "/s.js": page("document.title = 'by a script'", kind="text/javascript"),
            "/s.css": page("p {color: red}", kind="text/css"),
        }
        with closing(
            BrowserEngine(browser.process, Carrier([server.origin], scripts=[other.origin], limits=QUICK))
        ) as engine:
            assert engine.open(f"{server.origin}/").title == "by a script"
            assert sum(browser.process.refused.values()) == 3
        assert {each.line.split()[1] for each in other.requests} == {"/s.js", "/s.css"}


@pytest.mark.parametrize("lost", [reset, hang_up, half], ids=["reset", "hang up", "half"])
@pytest.mark.parametrize(("kind", "script"), [("type=submit", ""), ("type=button", BY_FETCH)], ids=["form", "fetch"])
def test_a_lost_answer_is_lost_and_nothing_is_sent_again(
    engine: BrowserEngine, server: Server, kind: str, script: str, lost: Callable[..., None]
) -> None:
    server.replies |= {"/": form(kind, script), "/save": lost}
    with pytest.raises(AnswerLost):
        save(engine, server)
    assert server.count("POST", "/save") == 1


def test_a_script_that_tries_again_is_stopped(engine: BrowserEngine, server: Server) -> None:
    """Also where the first try was answered."""
    server.replies |= {"/": form("type=button", TWICE), "/save": page("ok")}
    assert save(engine, server).mentions("已儲存")
    assert server.count("POST", "/save") == 1


def test_no_file_of_the_browser_holds_what_was_typed(
    engine: BrowserEngine, server: Server, browser: BrowserChoice
) -> None:
    """Neither a password, nor the session's cookie, nor the page that came."""
    told = "Canary-of-a-page-5c1d"
    server.replies |= {"/": form(), "/save": page(told, headers=[("Set-Cookie", f"s={CANARY}-cookie; Path=/")])}
    assert save(engine, server).mentions(told)
    folder = browser.process._folder
    assert folder is not None
    files = [each for each in folder.rglob("*") if each.is_file()]
    assert files
    assert not [each for each in files for word in (CANARY, told) if word.encode() in each.read_bytes()]


def test_a_password_is_never_part_of_an_address(engine: BrowserEngine, server: Server) -> None:
    server.replies |= {"/": form(method="get"), "/save": page("ok")}
    with pytest.raises(UnexpectedPage):
        save(engine, server)
    assert CANARY.encode() not in server.seen


def test_a_server_that_is_gone_is_told_before_anything_was_sent(engine: BrowserEngine, server: Server) -> None:
    with pytest.raises(UnexpectedPage):
        engine.open("https://elsewhere.example/")


def test_what_a_browser_asks_past_our_traffic_goes_to_a_proxy_that_is_none(browser: BrowserChoice) -> None:
    """So it reaches nobody; the sites of strangers are walked with one in its place that counts, and it counts."""
    del browser  # skips where there is none

    async def ask(process: BrowserProcess) -> None:
        context = await process.context()
        with suppress(Error):
            await (await context.new_page()).goto("http://192.0.2.1/")
        await context.close()

    with driven("browser") as (choice, left):
        assert choice is not None
        choice.process.run(ask(choice.process), PATIENCE)
    assert "192.0.2.1" in "".join(left.asked)
    assert not left.left

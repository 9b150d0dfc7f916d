"""No consent is sent that the student was not asked for, in whatever shape the page has it: nothing is pressed then."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from ntuh_onboard.backend.protocol import Backend
from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.sites.implied_consent import implied_consent
from ntuh_onboard.backend.web.sites.notice_pages import onward
from ntuh_onboard.backend.web.sites.opening import open_web
from ntuh_onboard.backend.web.sites.page_phrases import Sayings
from ntuh_onboard.backend.web.sites.portal import WebPortal
from ntuh_onboard.common.clock import ManualClock
from ntuh_onboard.common.secret import Secret
from tests.backend.web.conftest import QUICK
from tests.backend.web.servers import Server, page
from tests.printed import printed_site

NTUH = printed_site()
URL = "https://portal.example/x"
FORM = "<form method=post action=/save>{}<button>{}</button></form>"
SHARED = "同意將個人資料提供第三方"

IMPLIED = {
    "the button": FORM.format("", "同意並儲存"),
    "the button, in English": FORM.format("", "I agree, save"),
    "a dialog": f"<form method=post onsubmit=\"return confirm('您{SHARED}嗎？')\"><button>儲存</button></form>",
    "a dialog of the button": f"<form method=post><button onclick=\"return confirm('{SHARED}')\">儲存</button></form>",
    "a dialog of a function": f"<script>function chk(){{return confirm('按確定即{SHARED}')}}</script>"
    "<form method=post onsubmit='return chk()'><button>儲存</button></form>",
    "a dialog by an attribute": f"<form method=post data-confirm='{SHARED}'><button>儲存</button></form>",
    "a sentence": FORM.format(f"<p>按下儲存即表示您{SHARED}。</p>", "儲存"),
    "a sentence in English": FORM.format("<p>By clicking Save you consent to sharing your personal data.</p>", "Save"),
}
PLAIN = {
    "a button": FORM.format("", "儲存"),
    "a question": "<form method=post onsubmit=\"return confirm('確定要儲存嗎？')\"><button>儲存</button></form>",
    "a rule of the page": FORM.format("<p>未經當事人同意，不得查詢病人資料。</p>", "儲存"),
    "a sentence about the site's own policy": FORM.format("<p>登入即表示您同意遵守資訊安全政策</p>", "登入"),
    "a refusal beside it": FORM.format("", "不同意"),
}


def implied(body: str, site: str = "portal") -> str:
    made = Page(body, URL)
    return implied_consent(Sayings(site, "captcha", NTUH, ManualClock()), made, made.acts[0])


@pytest.mark.parametrize("how", IMPLIED)
def test_what_pressing_would_agree_to_is_told(how: str) -> None:
    """In the page's own words."""
    assert any(each in implied(IMPLIED[how]) for each in ("同意", "agree", "consent"))


@pytest.mark.parametrize("how", PLAIN)
def test_what_agrees_to_nothing_is_pressed(how: str) -> None:
    """A rule about consent is none, and neither is a question whether to save."""
    assert not implied(PLAIN[how])


@pytest.mark.parametrize(("words", "own"), [("同意並啟用", True), ("同意個資提供第三方並啟用", False)])
def test_the_account_sites_regulations_were_agreed_to_in_the_wizard(words: str, *, own: bool) -> None:
    """And nothing else."""
    assert bool(implied(FORM.format("", words), "account")) is not own


NOTICES = {
    "the button": "<p>個資使用同意書</p><form method=post><button>同意並繼續</button></form>",
    "the only link": "<p>個資使用同意書</p><a href=/x>我同意</a>",
    "a sentence": "<p>按「繼續」即表示您同意上述事項</p><form method=post><button>繼續</button></form>",
    "a tick that is set": "<form method=post><input type=checkbox name=a checked>我同意提供個資"
    "<button>繼續</button></form>",
}


@pytest.mark.parametrize("how", NOTICES)
def test_a_notice_that_is_passed_by_agreeing_is_not_passed(how: str) -> None:
    """It stands between the sign-in and the menu, and is the person's own."""
    assert onward(Sayings("portal", "captcha", NTUH, ManualClock()), Page(NOTICES[how], URL)) is None


SET = {
    "a consent": (f"<label><input type=checkbox name=x checked> 我{SHARED}</label>", True),
    "a consent to something": ("<label><input type=checkbox name=x checked> 我同意接收通知</label>", True),
    "a radio button": (f"<label><input type=radio name=x checked> {SHARED}</label>", True),
    "a radio button that refuses": (f"<label><input type=radio name=x checked> 不{SHARED}</label>", False),
    "the regulations": ("<label><input type=checkbox name=x checked> 我同意遵守使用規範</label>", False),
    "a comfort": ("<label><input type=checkbox name=x checked> 記住我的帳號</label>", False),
}


@pytest.mark.parametrize("how", SET)
def test_a_consent_that_the_page_has_set_by_itself_was_given_by_nobody(how: str) -> None:
    """On a form that shows what is on file it is the hospital's own, and goes back as it came."""
    body, wanted = SET[how]
    made = Page(f"<form method=post>{body}<button>送出</button></form>", URL)
    form = made.draft(made.controls[0]).form
    assert bool(made.unknown_wants(form, ())) is wanted
    assert not made.unknown_wants(form, (), on_file=True)


@pytest.fixture
def at(server: Server) -> Iterator[Backend]:
    sites = printed_site(servers=dict.fromkeys(("portal", "inner", "account", "mail"), server.origin))
    made = open_web(sites, ManualClock(), limits=QUICK)
    assert isinstance(made.portal, WebPortal)
    with closing(made.portal._visit.engine):
        yield made


@pytest.mark.parametrize(
    ("more", "button"),
    [
        (f"<label><input type=checkbox name=x checked>我{SHARED}</label>", "登入"),
        ("", "同意並登入"),
        (f"<p>按下登入即表示您{SHARED}</p>", "登入"),
    ],
)
def test_nothing_is_sent(server: Server, at: Backend, more: str, button: str) -> None:
    """The page's words are shown, and the step goes to the browser."""
    server.replies["/General/Login.aspx"] = page(
        f"<form method=post action=/in>{more}<p>帳號 <input name=u></p><p>密碼 <input type=password name=p></p>"
        f"<p>驗證碼 <input name=v><img src=/v.gif></p><button>{button}</button></form>"
    )
    at.portal.sign_in_page()
    with pytest.raises(UnexpectedPage) as refused:
        at.portal.sign_in("104567", Secret("Walnut-31-cloud"), "1RT5", "")
    assert refused.value.why is Why.UNKNOWN_FIELD
    assert "同意" in refused.value.said
    assert server.count("POST", "/in") == 0

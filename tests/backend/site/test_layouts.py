"""Every layout shows the guide's words, and the whole journey can be walked in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from ntuh_onboard.backend.site.control_names import DECOYS, KNOWN, Names
from ntuh_onboard.backend.site.layout import Charset, Labels, Layout, Messages, Moves
from ntuh_onboard.backend.site.simulator import Site, running
from ntuh_onboard.backend.site.soup import soup
from ntuh_onboard.common.clock import ManualClock
from ntuh_onboard.profiles import hospital_profile
from tests.backend.site.browser import Browser, whole_journey
from tests.backend.site.conftest import setting

LAYOUTS: list[Mapping[str, object]] = [
    *({"labels": each.value} for each in Labels if each is not Labels.MIXED),
    *({"messages": each.value} for each in Messages),
    *({"moves": each.value} for each in Moves),
    *({"charset": each.value, "declared": declared} for each in Charset for declared in (True, False)),
    *({name: True} for name in ("frames", "notice_page", "soup", "form_in_table", "decoys", "in_place")),
    {"soup": True, "form_in_table": True, "charset": "cp950", "moves": "script", "decoys": True, "frames": True},
    *({"seed": seed, "labels": "mixed", "decoys": True} for seed in range(3)),
    {"seed": 7, "rename_all": True, "labels": "mixed", "soup": True, "notice_page": True},
]
PAGES: Mapping[str, tuple[str, ...]] = {
    "login": ("campus", "main_campus", "account", "password", "captcha", "reset_request"),
    "menu": ("personal_menu", "notices", "sign_out", "change_password", "contact_page"),
    "password": (
        "change_password",
        "old_password",
        "new_password",
        "new_again",
        "strength",
        "conditions",
        "back_to_menu",
    ),
    "contact": (
        "contact_page",
        "save_changes",
        "staff_id",
        "name",
        "english_surname",
        "english_given",
        "english_middle",
        "office_phone",
        "home_phone",
        "mobile_phone",
        "back_to_menu",
        "sign_out",
    ),
    "home": ("regulations", "questions", "activate_entry", "reset_entry", "not_same_passwords", "service_desk"),
    "activate": ("activate_entry", "network_account", "send_code", "code", "next", "never_changed"),
    "phone": ("registered_phone", "confirm_send", "cancel"),
    "sent": ("sent_ok", "confirm"),
    "settings": (
        "alias_page",
        "network_account",
        "account_name",
        "main_unit",
        "valid_until",
        "alias",
        "activate",
        "cancel_activation",
        "effective_next_day",
    ),
    "mail": ("account", "password", "captcha", "remember", "main_campus_hint"),
}


@pytest.fixture(scope="module")
def server() -> Iterator[Site]:
    """One server for all layouts."""
    with running(setting(), clock=ManualClock()) as site:
        yield site


@pytest.fixture(params=LAYOUTS, ids=lambda each: "-".join(f"{name}={value}" for name, value in each.items()))
def laid_out(request: pytest.FixtureRequest, server: Site) -> Iterator[Browser]:
    """A browser at a server in each layout."""
    server.stage.port.reset()
    server.stage.layout(request.param)
    with Browser(server) as made:
        yield made


def shows(browser: Browser, page: str) -> None:
    """The page carries the hospital's own words for it."""
    words = hospital_profile.load().words
    missing = [words[key] for key in PAGES[page] if words[key] not in browser.words]
    assert not missing, (page, missing, browser.words)


def test_every_page_carries_the_guides_words(laid_out: Browser) -> None:
    """As the profile knows them."""
    browser, who = laid_out, laid_out.person()
    browser.open("portal")
    shows(browser, "login")
    browser.sign_in(who)
    shows(browser, "menu")
    browser.click("更改密碼")
    shows(browser, "password")
    browser.click("回功能選單")
    browser.click("維護個人連絡資料")
    shows(browser, "contact")
    browser.open("account")
    shows(browser, "home")
    browser.click("啟用網路帳號及首次雲端帳號密碼設定")
    shows(browser, "activate")
    browser.fill("activate", "send", employee_id=who.employee_id)
    shows(browser, "phone")
    browser.fill("phone", "confirm", registered_phone=who.phone)
    shows(browser, "sent")
    browser.click("確定")
    browser.fill("activate", "next", code=browser.code(who))
    shows(browser, "settings")
    browser.open("mail")
    shows(browser, "mail")


def test_the_whole_journey_in_every_layout(laid_out: Browser) -> None:
    """Every commit once, no form with a wrong name in it."""
    whole_journey(laid_out)
    stage = laid_out.site.stage
    assert set(stage.port.commits().values()) == {1}
    assert not [each for each in stage.judged() if each.wrong]


@pytest.mark.parametrize("charset", ["cp950", "big5hkscs"])
@pytest.mark.parametrize("kind", ["foreign", "long_name"])
def test_big5_there_and_back(site: Site, browser: Browser, charset: str, kind: str) -> None:
    """J3.3: what the charset lacks comes back as it was; a character of Hong Kong's set too."""
    site.stage.layout({"charset": charset})
    browser.sign_in(browser.person(kind))
    browser.click("維護個人連絡資料")
    before = {name: value for name, value in browser.page.values.items() if name.startswith("NTUH")}
    assert b"charset=big5" in browser.answer.content
    browser.fill("contact", "save", english_middle="堃峯 A&B <i>", office_phone="61999")
    assert browser.alert == "異動儲存成功"
    (saved,) = [each for each in site.stage.judged() if each.pressed == "save"]
    assert set(saved.changed) == {"english_middle", "office_phone"}
    browser.get(browser.answer.url)
    middle, office = browser.name("contact", "english_middle"), browser.name("contact", "office_phone")
    assert {**before, middle: "堃峯 A&B <i>", office: "61999"} == {
        name: value for name, value in browser.page.values.items() if name.startswith("NTUH")
    }


def test_a_decoy_that_is_filled_is_seen(site: Site, browser: Browser) -> None:
    """Judged on the server's side: names with tempting words are nobody's field."""
    site.stage.layout({"decoys": True})
    for _, name, _ in DECOYS:
        browser.open("portal")
        browser.send({name: "104567"}, "imgBtnSubmitNew", image=True)
        assert site.stage.judged()[-1].wrong == (name,)
    browser.sign_in(browser.person())
    assert site.stage.judged()[-1].wrong == ()


def test_a_seed_renames_all_but_the_known_names() -> None:
    """The same each time, another for another seed, no two alike."""
    plain, one, other = Names(Layout()), Names(Layout(seed=1)), Names(Layout(seed=2))
    keys = [("contact", key) for key in ("english_surname", "mobile_phone", "save")] + [("activate", "code")]
    for page, key in keys:
        drawn = {each.name(page, key) for each in (plain, one, other)}
        assert len(drawn) == 3
        assert one.name(page, key) == Names(Layout(seed=1)).name(page, key)
    assert one.name("contact", "mobile_phone").startswith("NTUHWeb1$")
    for page, key in KNOWN:
        assert one.name(page, key) == plain.name(page, key)
        assert Names(Layout(seed=1, rename_all=True)).name(page, key) != plain.name(page, key)


def test_labels_are_placed_by_the_seed() -> None:
    """Every place occurs, and a seed gives the same one each time."""
    seen = {Layout(labels=Labels.MIXED, seed=seed).place("contact", "mobile_phone") for seed in range(60)}
    assert seen == {*Labels} - {Labels.MIXED}
    layout = Layout(labels=Labels.MIXED, seed=4)
    assert layout.place("login", "captcha") is layout.place("login", "captcha")


@pytest.mark.parametrize(
    "changes", [{"labels": "nowhere"}, {"colour": True}, {"soup": "yes"}, {"seed": "1"}, {"seed": True}]
)
def test_a_layout_that_does_not_exist_is_refused(site: Site, changes: Mapping[str, object]) -> None:
    """And the one of now stays."""
    before = site.stage.desk.layout
    with pytest.raises(ValueError, match=r"none of|valid|on or off|whole number"):
        site.stage.layout(changes)
    assert site.stage.desk.layout is before


def test_soup_keeps_what_is_read() -> None:
    """Tags in upper case, ends left out, quotes only where they are needed; scripts as they were."""
    tidy = (
        '<!doctype html><table class="a b"><tr><td id="x">甲</td></tr></table><script>if (a<b) {"</td>"}</script><br>'
    )
    assert soup(tidy) == '<TABLE CLASS="a b"><TR><TD ID=x>甲</TABLE><script>if (a<b) {"</td>"}</script><BR>'

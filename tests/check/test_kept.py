"""Kept pages: nothing of anybody's is in them, and they are read as the pages themselves (S-03, H-10)."""

from __future__ import annotations

from pathlib import Path

import pytest

from ntuh_onboard.backend.site.simulator import Site
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.profile.site_profile import SiteProfile, load_site
from ntuh_onboard.check.asking import Asked, Seen
from ntuh_onboard.check.expected_words import PAGES
from ntuh_onboard.check.findings import PageFound, SiteFound, State
from ntuh_onboard.check.kept_pages import KeptPagesError, keep, kept, tried
from ntuh_onboard.check.page_cleaning import cleaned
from ntuh_onboard.check.page_comparison import held
from ntuh_onboard.check.word_findings import Held
from ntuh_onboard.profiles.hospital_profile import named
from tests.backend.web.practising import profile_of
from tests.backend.web.servers import Server
from tests.backend.web.servers import page as answer
from tests.check.canaries import CANARIES, HEX, full, leaks
from tests.check.checks import ask
from tests.check.staff import Person, walk
from tests.encodings import encodings

PROFILE = load_site(named("simulator"))
CASE = Path(__file__).with_name("reworded")


def kept_of(source: str, folder: Path, profile: SiteProfile = PROFILE) -> Page:
    """A page, kept and read again."""
    url = f"http://127.0.0.1:1/Login.aspx?SESSION={HEX}"
    seen = Seen(Page(source, url), PageFound("portal", State.OK))
    keep(folder, [Asked(SiteFound("portal", "127.0.0.1", (seen.found,)), (seen,))], profile)
    return kept(folder)[0].page


@pytest.mark.parametrize("name", CANARIES)
def test_the_scan_finds_a_planted_canary(name: str, tmp_path: Path) -> None:
    """In a page as it came, and coded in any of the ways that are looked for."""
    (tmp_path / "page.html").write_text(full(), encoding="utf-8")
    assert name in leaks(tmp_path) or name == "cookie"
    for number, form in enumerate(encodings(CANARIES[name]).values()):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "x").write_bytes(b"before " + form + b" after")
        assert name in leaks(folder), form


def test_nothing_of_anybodys_is_kept(tmp_path: Path) -> None:
    """Values, hidden state, sessions, scripts, comments, figures, addresses and names: none of it is in the folder."""
    kept_of(full(), tmp_path)
    assert leaks(tmp_path) == set()
    assert "Canary7" not in (tmp_path / "portal.html").read_text(encoding="utf-8")


def test_nothing_is_kept_of_an_answers_headers(site: Site, tmp_path: Path) -> None:
    """A cookie is no part of a page."""
    with Server() as portal:
        portal.replies["/General/Login.aspx"] = answer(
            full(), headers=[("Set-Cookie", f"who={CANARIES['cookie']}"), ("X-User", CANARIES["user"])]
        )
        keep(
            tmp_path,
            ask(site, load_site(named("simulator"), servers={**site.servers, "portal": portal.origin})),
            PROFILE,
        )
    assert (tmp_path / "portal.html").exists()
    assert leaks(tmp_path) == set()


def test_what_a_page_is_read_by_is_kept(tmp_path: Path) -> None:
    """Words, buttons, links, hidden things and forms: the findings are the same."""
    page = kept_of(full(), tmp_path)
    live = held(Page(full(), "http://127.0.0.1:1/Login.aspx"), PAGES["portal"], PROFILE)
    assert {each.key for each in live if each.held is Held.FOUND} == {each.key for each in live} - {"captcha_picture"}
    assert held(page, PAGES["portal"], PROFILE) == live
    assert {each.words for each in page.acts} >= {"登入", "選單", "下一頁", "開啟"}
    assert not page.mentions("Canary")


LAYOUTS: tuple[dict[str, object], ...] = (
    {},
    {"labels": "above", "moves": "script", "charset": "big5hkscs", "declared": False},
    {"labels": "wrap", "frames": True, "notice_page": True},
    {"seed": 5, "labels": "mixed", "soup": True, "form_in_table": True, "decoys": True, "charset": "cp950"},
)


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
def test_kept_pages_give_the_findings_of_the_pages_themselves(
    site: Site, layout: dict[str, object], tmp_path: Path
) -> None:
    """Word by word, in every layout; also where a form is opened within a table, whose owner a tree does not tell."""
    site.stage.layout(layout)
    profile = profile_of(site)
    asked = ask(site, profile)
    keep(tmp_path, asked, profile)
    live = [seen.found.words for each in asked for seen in each.seen]
    assert len(live) == 4
    assert [each.words for each in tried(kept(tmp_path), profile)] == live


def test_a_form_opened_in_a_table_still_owns_its_controls(tmp_path: Path) -> None:
    """The tree loses it; the kept page says it (HTML standard, form owner)."""
    source = (
        '<form id="other"></form><table><form id="own" action="/go"><tr><td>帳號<td><input name="a">'
        '<tr><td><input type="submit" value="登入"></table>'
    )
    page = kept_of(source, tmp_path)
    button = page.act(PROFILE.clue("sign_in"))
    assert button.control is not None
    assert button.control.form is page.field(PROFILE.clue("account")).form is not None
    assert page.draft(button).press(button).address.endswith("/go?a=")


def test_a_page_cannot_write_tags_of_its_own(tmp_path: Path) -> None:
    """Text that looks like markup stays text, in words, in attributes and in alerts."""
    source = (
        '<p>&lt;script&gt;x&lt;/script&gt;<p>帳號 <input name="a" title="&quot;&gt;&lt;b onclick=1&gt;">'
        '<script>alert("</scr" + "ipt><img src=x>")</script>'
    )
    made = cleaned(Page(source, "https://a.example/"), PROFILE)
    assert "<script>x" not in made
    assert "<b onclick" not in made
    assert "<img" not in made
    assert [each.text for each in Page(made, "https://a.example/").messages] == ["</script><img src=x>"]


def test_a_folder_of_kept_pages_is_a_regression_case() -> None:
    """A page as it was on the day it was reworded: what was mended then stays mended."""
    pages = kept(CASE)
    before = {word.key: word.held for page in tried(pages, PROFILE) for word in page.words}
    after = {word.key: word.held for page in tried(pages, load_site(CASE / "mended.toml")) for word in page.words}
    assert before["captcha"] is before["next"] is Held.BY_FORM
    assert set(after.values()) <= {Held.FOUND, Held.ONLY_ONE}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pages.json", "{"),
        ("pages.json", '{"schema": 9, "pages": []}'),
        ("pages.json", '{"schema": 1, "pages": [{}]}'),
        ("pages.json", '{"schema": 1, "pages": [{"page": "menu", "file": "x", "address": "", "status": 200}]}'),
        ("pages.json", '{"schema": 1, "pages": [{"page": "mail", "file": "../../x", "address": "", "status": 200}]}'),
        ("other", ""),
    ],
)
def test_a_folder_that_holds_no_kept_pages_is_refused(name: str, text: str, tmp_path: Path) -> None:
    """With the file's name; no file outside the folder is opened."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(KeptPagesError, match=str(tmp_path)):
        kept(tmp_path)


def test_pages_that_cannot_be_written_are_said_so(tmp_path: Path) -> None:
    """The folder's name is a file's."""
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(KeptPagesError, match="taken"):
        keep(tmp_path / "taken", [], PROFILE)


@pytest.mark.parametrize("layout", [{}, {"labels": "above", "messages": "validator"}, {"soup": True, "decoys": True}])
def test_inner_pages_are_kept_without_the_person_who_signed_in(
    site: Site, layout: dict[str, object], tmp_path: Path
) -> None:
    """Neither ID nor name, number or unit of theirs; and what is kept gives the findings of the pages themselves."""
    site.stage.layout(layout)
    profile = profile_of(site)
    walked = walk(site, Person(site), profile)
    asked = [walked.within(each) for each in ask(site, profile)]
    keep(tmp_path, asked, profile)
    live = {seen.found.page: seen.found.words for each in asked for seen in each.seen}
    assert live.keys() == {"portal", "account", "code", "mail", "menu", "password", "contact", "phone"}
    assert {each.page: each.words for each in tried(kept(tmp_path), profile)} == live
    whole = "".join(each.read_text(encoding="utf-8") for each in tmp_path.iterdir())
    assert not [each for each in ("104568", "林志豪", "志豪", "Zhi-Hao", "0990", "61234") if each in whole]

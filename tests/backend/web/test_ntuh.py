"""The packaged profile holds nothing but what the guide prints and what is known of the portal's pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ntuh_onboard.backend.web.profile.profile_schema import MARKS
from ntuh_onboard.backend.web.profile.site_profile import load_site
from ntuh_onboard.profiles.hospital_profile import PACKAGED, ProfileError, load
from tests.texts.written import GUIDE

SPEC = Path(__file__).parents[3] / "docs/spec"
FACTS = (SPEC / "portal-facts.md").read_text(encoding="utf-8")
NTUH = load_site()
LANGUAGE = frozenset(
    [
        "民國",
        "例如",
        "範例",
        "提交",
        "必填",
        "必須",
        "必須填",
        "選填",
        "非必填",
        "輸入",
        "填寫",
        "填入",
        "鍵入",
        "選擇",
        "請選",
        "點選",
        "您的",
        "你的",
        "或是",
        "大寫",
        "小寫",
        "字母",
        "英文字",
        "半形",
        "長度",
        "一二三四五六七八九十壹貳參",
    ]
)
"""The language's and no site's: the calendar, how an example begins, numbers, "required", "please enter", kinds of
letters, a browser's own word."""


def written(folder: Path, *lines: str) -> Path:
    path = folder / "mended.toml"
    path.write_text("\n".join(['extends = "ntuh"', *lines]), encoding="utf-8")
    return path


@pytest.mark.parametrize("word", sorted(one for each in NTUH.marks.values() for one in each))
def test_every_mark_is_printed(word: str) -> None:
    """In the guide, or among what is known of the real pages."""
    assert word in GUIDE or word in FACTS


@pytest.mark.parametrize("name", sorted(one for each in NTUH.ids.values() for one in each))
def test_every_name_was_seen(name: str) -> None:
    """On the wire, by those who wrote scripts for the portal."""
    assert f"`{name}`" in FACTS


@pytest.mark.parametrize("name", sorted(one for each in NTUH.scripts.values() for one in each))
def test_every_function_was_seen(name: str) -> None:
    """In the pages' own scripts."""
    assert f"`{name}(" in FACTS


def test_every_address_was_seen() -> None:
    """Hosts and paths; the webmail's host is the one exception, and the file says so."""
    for site in ("portal", "account", "inner"):
        assert NTUH.servers[site].removeprefix("https://") in GUIDE + FACTS
    assert f"`{NTUH.pages['portal']}`" in FACTS
    assert "the account guide prints no address for it" in PACKAGED.read_text(encoding="utf-8")


def test_every_line_with_a_hole_is_printed() -> None:
    """With a figure in the hole."""
    for name, pattern in NTUH.patterns.items():
        assert pattern.search(GUIDE), name


def test_nothing_is_said_to_be_known_of_refusals() -> None:
    """The guide prints none, so that every one is shown word for word."""
    assert NTUH.messages == ()
    assert {name for name in MARKS if NTUH.marks[name]} == {"maintenance", "landed", "waiting", "sent"}


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("[marks]", 'sent = "sent"'), "line 3: marks.sent must be a list"),
        (("[marks]", 'snet = ["sent"]'), "line 3: marks.snet is not known"),
        (("[rules]", 'portal_password = "sha1"'), "line 3: rules.portal_password must be one of page, plain, md5"),
        (("[rules]", 'account_idle = "soon"'), "line 3: rules.account_idle must be seconds"),
        (("[pages]", 'portla = "/x"'), "line 3: pages.portla is not known"),
        (("[patterns]", 'left = "no hole"'), "line 3: patterns.left must hold a hole"),
        (("", "[[messages]]", 'words = "x"', 'error = "Unheard"'), "line 3: Unheard is no refusal"),
        (("[[messages]]", 'words = "x"'), "line 2: each of \\[\\[messages\\]\\] must hold words and error"),
        (("[servers]", 'portal = "ftp://x"'), "line 3: servers.portal must be an address"),
        (("[servers]", 'protal = "https://x"'), "line 3: servers.protal is not known"),
        (("[ids]", "campus = []"), "line 3: ids.campus must be a list"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, lines: tuple[str, ...], told: str) -> None:
    """To the person with the editor, in the file that they wrote."""
    path = written(tmp_path, *lines)
    with pytest.raises(ProfileError, match=told) as refused:
        load_site(path)
    assert str(refused.value).startswith(str(path))


def test_one_mended_line_changes_screens_and_pages(tmp_path: Path) -> None:
    """All else stays as packaged."""
    mended = load_site(written(tmp_path, "[words]", 'next = "繼續"'))
    assert mended.words["next"] == mended.clue("next").words[0] == "繼續"
    assert {key: word for key, word in mended.words.items() if key != "next"} == {
        key: word for key, word in load().words.items() if key != "next"
    }


def test_a_changed_host_is_where_the_page_is_opened(tmp_path: Path) -> None:
    """Host and address cannot contradict each other."""
    mended = load_site(written(tmp_path, "[hosts]", 'portal = "portal3.ntuh.gov.tw"'))
    assert mended.address("portal", "portal") == "https://portal3.ntuh.gov.tw/General/Login.aspx"
    mended = load_site(written(tmp_path, "[servers]", 'portal = "https://portal4.ntuh.gov.tw"'))
    assert mended.profile.hosts["portal"] == "portal4.ntuh.gov.tw"


def test_no_word_and_no_name_of_a_site_stands_in_code() -> None:
    """A changed page is mended in the profile alone."""
    names = {one for each in NTUH.ids.values() for one in each}
    for path in (PACKAGED.parents[1] / "backend/web").rglob("*.py"):
        code = re.sub(r'""".*?"""|#.*', "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        found = set(re.findall(r"[\u4e00-\u9fff]{2,}", code))
        assert found <= LANGUAGE, path
        assert not [name for name in names if name in code], path

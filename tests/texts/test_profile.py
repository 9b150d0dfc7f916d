"""The profile: the hospital's words, as the guide prints them, in a file that its staff can mend."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ntuh_onboard.journey.steps import READ_BACKS, STEPS
from ntuh_onboard.profiles import hospital_profile
from ntuh_onboard.profiles.hospital_profile import PACKAGED, ProfileError, load, places
from tests.texts.written import GUIDE

TEXT = PACKAGED.read_text(encoding="utf-8")
CANCEL, NEXT = (load().words[key] for key in ("cancel", "next"))


def changed(folder: Path, before: str, after: str) -> Path:
    """A copy of the packaged file with one piece changed."""
    assert TEXT.count(before) == 1
    path = folder / "other.toml"
    path.write_text(TEXT.replace(before, after), encoding="utf-8")
    return path


def test_every_word_stands_in_the_guide_or_tells_when_it_was_seen() -> None:
    """A student who holds the guide beside the screen finds the same words; where not, the page has another by now."""
    seen = re.compile(r"#.*\b20[0-9]{2}-[01][0-9]-[0-3][0-9]\b")
    lines = dict(places(TEXT))
    elsewhere = [key for key, word in load().words.items() if word not in GUIDE]
    undated = [key for key in elsewhere if not seen.search(TEXT.splitlines()[lines["words", key] - 1])]
    assert not undated, (
        f"the guide prints others; write behind each on which day it was seen, as # seen 2026-11-30: {undated}"
    )


@pytest.mark.parametrize("key", ["portal", "account"])
def test_the_addresses_are_those_of_the_guide(key: str) -> None:
    """The guide prints two addresses."""
    assert f"<https://{load().hosts[key]}>" in GUIDE


def test_every_word_that_the_steps_name_is_there() -> None:
    """Of a step and of its fields."""
    tables = (*STEPS.values(), *READ_BACKS.values())
    named = {step.word for step in tables} | {asked.word for step in tables for asked in step.fields}
    assert named - {""} <= set(load().words)


def test_a_mended_line_is_read(tmp_path: Path) -> None:
    """Another file stands in for the packaged one."""
    packaged = load().words["save_changes"]
    path = changed(tmp_path, f'save_changes = "{packaged}"', 'save_changes = "另一個字"')
    assert load(path).words["save_changes"] == "另一個字"
    assert load().words["save_changes"] == packaged


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (f'cancel = "{CANCEL}"', "", "[words] lacks cancel"),
        (f'cancel = "{CANCEL}"', 'cancel = ""', "words.cancel must be a text"),
        (f'cancel = "{CANCEL}"', "cancel = 3", "words.cancel must be a text"),
        (f'cancel = "{CANCEL}"', 'cancel = "「取消」"', "words.cancel must be one line"),
        (f'cancel = "{CANCEL}"', 'cancel = " 取消"', "words.cancel must be one line"),
        (f'cancel = "{CANCEL}"', 'cancel = "{word_next}"', "words.cancel must be one line"),
        (f'cancel = "{CANCEL}"', 'cancel = "取\\u202e消"', "words.cancel must be one line"),
        (f'cancel = "{CANCEL}"', 'cancel = "取消"\ncancle = "取消"', "words.cancle is not known"),
        (f'cancel = "{CANCEL}"', 'cancel = "取消', "at line"),
        ('portal = "portal.ntuh.gov.tw"', 'portal = "https://portal.ntuh.gov.tw/"', "hosts.portal is"),
        ('portal = "portal.ntuh.gov.tw"', 'portal = "localhost"', "hosts.portal is"),
        ("[words]", "[wrods]", "no table is called wrods"),
    ],
)
def test_a_broken_profile_is_refused_with_the_name_of_its_key(
    tmp_path: Path, before: str, after: str, told: str
) -> None:
    """The person with the editor is told the file, the key, and what it must be."""
    path = changed(tmp_path, before, after)
    with pytest.raises(ProfileError) as refused:
        load(path)
    assert told in str(refused.value)
    assert str(path) in str(refused.value)


def test_the_line_of_a_broken_word_is_named(tmp_path: Path) -> None:
    """Counted from 1, as editors count."""
    path = changed(tmp_path, f'next = "{NEXT}"', "next = 1")
    line = 1 + TEXT[: TEXT.index(f'next = "{NEXT}"')].count("\n")
    with pytest.raises(ProfileError, match=f", line {line}: words.next"):
        load(path)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """Missing, or in another encoding."""
    with pytest.raises(ProfileError, match="No such file"):
        load(tmp_path / "none.toml")
    (tmp_path / "big5.toml").write_bytes("取消".encode("big5"))
    with pytest.raises(ProfileError, match="UTF-8"):
        load(tmp_path / "big5.toml")


def test_nothing_can_be_written_into_a_profile() -> None:
    """Its tables are read-only."""
    with pytest.raises(TypeError):
        load().words["cancel"] = "x"  # type: ignore[index]  # the point of the test
    assert hospital_profile.load() is hospital_profile.load()

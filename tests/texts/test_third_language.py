"""A third language is one folder: it is found, chosen, drawn and cycled through; another speaks where it is silent."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ntuh_onboard.commands.cli import parser
from ntuh_onboard.profiles import hospital_profile
from ntuh_onboard.startup import settings
from ntuh_onboard.texts import languages, sentences
from ntuh_onboard.texts.languages import Language, after, choose_language, language
from ntuh_onboard.texts.sentences import Texts
from tests.languages import EN, ZH_TW
from tests.screens.student import wizard
from tests.texts.written import LOCALE, TOOL

JAPANESE = {"ui.product": "医学生アカウント開設ガイド", "ui.back": "戻る", "word.cancel": "取り消し"}
ABOUT = 'name = "日本語"\nlocales = ["ja"]\nchinese = true\ngloss = true\nreading = 9.0\nfalls_back = "en"\n'


@pytest.fixture
def japanese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Language]:
    """The two finished languages and a folder more, of which three sentences are written."""
    locale = tmp_path / "locale"
    for finished in (ZH_TW, EN):
        shutil.copytree(LOCALE / finished.folder, locale / finished.folder)
    (locale / "ja").mkdir()
    (locale / "ja" / "language.toml").write_text(ABOUT, encoding="utf-8")
    entries = "".join(f'msgid "{key}"\nmsgstr "{text}"\n\n' for key, text in JAPANESE.items())
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    (locale / "ja" / "ui.po").write_text(head + entries, encoding="utf-8")
    TOOL["compile_all"](locale)
    monkeypatch.setattr(languages, "LOCALE", locale)
    forget()
    yield language("ja")
    monkeypatch.undo()
    forget()


def forget() -> None:
    """Read languages and catalogues anew."""
    languages.languages.cache_clear()
    sentences._catalogue.cache_clear()


def texts(of: Language) -> Texts:
    site = hospital_profile.load()
    return Texts(of, site.words, site.hosts)


def test_it_is_offered_wherever_a_language_is_chosen(japanese: Language) -> None:
    """The command line, the settings, and the surroundings."""
    assert parser().parse_args(["--lang", "ja"]).language == "ja"
    assert settings.load({"language": "ja"}, {}).language == "ja"
    assert choose_language(None, {"LANG": "ja_JP.UTF-8"}) is japanese
    assert choose_language("ja") is japanese


def test_another_one_speaks_where_it_is_silent(japanese: Language) -> None:
    """Its own sentences, its own glosses; else those of the language that it falls back to."""
    mine, english = texts(japanese), texts(EN)
    assert mine.say("ui.back") == "戻る"
    assert mine.word("cancel") == "「取消」 (取り消し)"
    assert mine.say("ui.cover") == english.say("ui.cover")
    assert mine.word("next") == english.word("next")
    assert mine.has("ui.cover")
    assert not mine.has("ui.no_such_sentence")


def test_the_key_for_languages_goes_through_all_of_them(japanese: Language) -> None:
    """Each once, and round; its button names them all."""
    assert [ZH_TW, after(ZH_TW), after(after(ZH_TW))] == [ZH_TW, EN, japanese]
    assert after(japanese) == ZH_TW
    assert texts(EN).say("ui.act_language") == "中文 / English / 日本語"


async def test_it_is_walked_to_the_end(japanese: Language) -> None:
    """On the screens, half in one language and half in the other, without a missing sentence."""
    async with wizard("sign_in", language=japanese) as student:
        assert student.sees("戻る")
        await student.finish()

"""How a sentence is said: words, addresses, values, languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from ntuh_onboard.profiles import hospital_profile
from ntuh_onboard.texts import languages, sentences
from ntuh_onboard.texts.languages import Language, choose_language
from ntuh_onboard.texts.sentences import MissingCatalogue, MissingSentence, Texts, digest, normalised
from tests.conftest import Python
from tests.languages import EN, ZH_TW
from tests.texts.written import GUIDE, TOOL, entries

WORDS = hospital_profile.load().words
CHINESE, ENGLISH = Texts(ZH_TW, WORDS), Texts(EN, WORDS)
REGULATIONS = [each for each in entries(EN) if each.key.startswith("regulations.")]
LINES = [line for line in (each.strip().lstrip("- ") for each in GUIDE.splitlines()) if line]


def section(begin: str, end: str) -> list[str]:
    """The guide's lines between two of them."""
    return LINES[LINES.index(begin) + 1 : LINES.index(end)]


def test_a_sentence_holds_the_word_of_the_hospital() -> None:
    """In English its gloss stands behind it."""
    save = f"「{WORDS['save_changes']}」"
    assert save in CHINESE.say("step.contact.browser")
    assert f"{save} (Save changes)" in ENGLISH.say("step.contact.browser")


def test_a_changed_word_of_the_profile_changes_the_sentence() -> None:
    """No sentence has a copy of its own."""
    mended = Texts(ZH_TW, {**WORDS, "save_changes": "儲存變更"})
    assert "「儲存變更」" in mended.say("step.contact.browser")
    assert WORDS["save_changes"] not in mended.say("step.contact.browser")


def test_a_changed_address_changes_the_sentence() -> None:
    """The addresses come from the profile too (J0.7)."""
    elsewhere = Texts(EN, WORDS, {"portal": "portal.example.tw"})
    assert "https://portal.example.tw" in elsewhere.say("step.sign_in.browser")
    assert elsewhere.with_language(ZH_TW).host("portal") == "portal.example.tw"


def test_what_is_said_aloud_has_no_gloss() -> None:
    """Staff are told the sentence as the guide prints it (J0.6)."""
    assert ENGLISH.say("desk.portal_reset.say_zh") == f"「{WORDS['reset_request']}」"


def test_a_value_is_put_in_as_it_is() -> None:
    """Braces in a site's words are no placeholders."""
    assert CHINESE.say("said.verbatim", said="{word_cancel} {0}") == "醫院訊息：{word_cancel} {0}"


def test_unknown_words_of_the_site_are_marked_for_staff_in_english() -> None:
    """A student who reads no Chinese shows them (J1.5)."""
    told = ENGLISH.say("said.verbatim", said="系統忙碌")
    assert told == "Message from the hospital (in Chinese): 系統忙碌"


@pytest.mark.parametrize("key", ["step.none.title", ""])
def test_a_missing_sentence_is_named(key: str) -> None:
    """Key and language stand in the error; the header of the catalogue is no sentence."""
    assert not ENGLISH.has(key)
    with pytest.raises(MissingSentence, match=f"no sentence {key} in en") as missing:
        ENGLISH.say(key)
    assert (missing.value.key, missing.value.language) == (key, EN)


def test_a_missing_value_and_a_missing_word_are_errors() -> None:
    """Neither is drawn as a hole."""
    with pytest.raises(KeyError, match="said"):
        CHINESE.say("said.verbatim")
    with pytest.raises(KeyError, match="reset_request"):
        Texts(ZH_TW, {}).say("desk.portal_reset.say_zh")


def test_the_other_language_has_the_same_words() -> None:
    """The switch of language at any time makes a new Texts and changes none."""
    other = CHINESE.with_language(EN)
    assert other.language == EN
    assert CHINESE.language == ZH_TW
    assert other.word("cancel") == "「取消」 (Cancel)"


def test_catalogues_that_were_not_compiled_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A fresh source tree says how to make them."""
    monkeypatch.setattr(languages, "LOCALE", tmp_path)
    sentences._catalogue.cache_clear()
    with pytest.raises(MissingCatalogue, match=r"tools/catalogues\.py"):
        Texts(EN, WORDS)


@pytest.mark.parametrize(
    ("flag", "environ", "chosen"),
    [
        ("", {}, ZH_TW),
        (None, {"LANG": "C.UTF-8"}, ZH_TW),
        (None, {"LANG": "en_US.UTF-8"}, EN),
        (None, {"LANG": "zh_TW.Big5"}, ZH_TW),
        (None, {"LANG": "zh_TW.UTF-8", "LC_ALL": "en_GB.UTF-8"}, EN),
        (None, {"LANG": "zh_TW.UTF-8", "LC_MESSAGES": "en"}, EN),
        (None, {"LANG": "en_US.UTF-8", "LC_ALL": "C"}, EN),
        (None, {"LANG": "en_US.UTF-8", "LANGUAGE": "fr:zh_TW:en"}, ZH_TW),
        (None, {"LANG": "de_DE.UTF-8"}, ZH_TW),
        ("en", {"LANG": "zh_TW.UTF-8"}, EN),
        ("zh_TW", {"LANG": "en_US.UTF-8"}, ZH_TW),
        ("zh-TW", {"LANG": "en_US.UTF-8"}, ZH_TW),
    ],
)
def test_the_language_is_chosen(flag: str | None, environ: dict[str, str], chosen: Language) -> None:
    """The flag, then what gettext's variables name first, then Chinese."""
    assert choose_language(flag, environ) == chosen


def test_a_flag_of_no_language_is_refused() -> None:
    """It is a mistake of whoever typed it, not a wish for the default."""
    with pytest.raises(ValueError, match=f"'fr' is none of {', '.join(languages.tags())}"):
        choose_language("fr", {})


@pytest.mark.parametrize("entry", REGULATIONS, ids=lambda entry: entry.key)
def test_each_translation_is_filed_under_the_text_that_was_translated(entry: object) -> None:
    """The note above an entry holds the Chinese; its name holds the digest of it (J4.1)."""
    found = next(each for each in REGULATIONS if each is entry)
    assert found.key == f"regulations.{digest(found.note)}"
    assert ENGLISH.translation(found.note) == found.text
    assert normalised(found.note) in normalised(GUIDE)


def test_the_regulations_and_questions_of_the_guide_are_translated() -> None:
    """All their lines (J4.1, J4.2)."""
    rules = section("《規範》", "《常見問題與服務》")
    questions = section("《常見問題與服務》", "[啟用網路帳號及首次雲端帳號密碼設定](#)")
    assert len(rules) == 6
    assert len(questions) == 8
    assert ENGLISH.translated([*rules, *questions])
    assert ENGLISH.translation("\n".join(rules)) == "\n".join(str(ENGLISH.translation(each)) for each in rules)


def test_layout_does_not_matter_but_words_do() -> None:
    """Blanks, marks of a list and full-width forms are one text; a changed word is another, and gets no translation."""
    line = "即時生效。"
    assert ENGLISH.translation("  - 即時 生效。") == ENGLISH.translation(line) == "At once."
    assert ENGLISH.translation("隔日生效。") is None
    assert not ENGLISH.translated([line, "隔日生效。"])
    assert ENGLISH.translation("") is None
    assert CHINESE.translation(line) is None


def test_reading_sentences_loads_nothing_heavy(python: Python) -> None:
    """Neither the tool that compiles them nor anything else of size."""
    done = python(
        "import sys\n"
        "from ntuh_onboard.profiles import hospital_profile\n"
        "from ntuh_onboard.texts.languages import language\nfrom ntuh_onboard.texts.sentences import Texts\n"
        "Texts(language('en'), hospital_profile.load().words).say('ui.back')\n"
        "print(' '.join({each.split('.')[0] for each in sys.modules}))"
    )
    assert not {"babel", "textual", "rich", "asyncio", "ssl", "requests"} & set(done.stdout.split())


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ('#, fuzzy\nmsgid "a"\nmsgstr "b"\n', "a is fuzzy"),
        ('msgid "a"\nmsgstr ""\n', "a is empty"),
        ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', "stands 2 times"),
        ('msgid "a"\nmsgstr "b"\n\n#~ msgid "c"\n#~ msgstr "d"\n', "obsolete"),
    ],
)
def test_a_broken_catalogue_stops_the_build(tmp_path: Path, entry: str, told: str) -> None:
    """It names the file and the entry."""
    folder = tmp_path / "en"
    folder.mkdir()
    (folder / "ui.po").write_text(entry, encoding="utf-8")
    with pytest.raises(TOOL["BrokenCatalogue"], match=told) as stopped:
        TOOL["compile_all"](tmp_path)
    assert "ui.po" in str(stopped.value)


def test_an_entry_in_two_files_stops_the_build(tmp_path: Path) -> None:
    """Which of the two is drawn would be chance."""
    folder = tmp_path / "en"
    folder.mkdir()
    for name in ("steps", "ui"):
        (folder / f"{name}.po").write_text('msgid "a"\nmsgstr "b"\n', encoding="utf-8")
    with pytest.raises(TOOL["BrokenCatalogue"], match="stands in another file too"):
        TOOL["compile_all"](tmp_path)

"""The catalogues: nothing missing, nothing half-written, and no word of the hospital's copied into them."""

from __future__ import annotations

import ast
import inspect
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from ntuh_onboard.common import errors
from ntuh_onboard.journey.journeys import BEGINNINGS
from ntuh_onboard.journey.step import Kind, Step
from ntuh_onboard.journey.steps import JOURNEYS, RAIL, READ_BACKS, STEPS
from ntuh_onboard.profiles import hospital_profile
from ntuh_onboard.rules import RULES
from ntuh_onboard.screens.base import refusals
from ntuh_onboard.texts.languages import Language, languages
from ntuh_onboard.texts.sentences import Texts
from tests.languages import EN, ZH_TW
from tests.texts.written import ROOT, TOOL, entries, quoted, widest, written

WORDS = hospital_profile.load().words
TABLE = (*STEPS.values(), *READ_BACKS.values())
FIELDS = {asked.id: asked for step in TABLE for asked in step.fields}
DOORS = ("portal_reset", "no_code", "authenticator", "forgotten", "expired", "other")
VALUES = {"said": "密碼錯誤", "code": "E-2011", "minutes": 5}
PLAIN_SENTENCES = {"new_password"}
"""Words of the hospital that anybody would say: 「請輸入新密碼」."""
TICKS = ("length", "letter", "digit")
SAID = ("verbatim", "code", "wiped", "sign_out_unconfirmed", "other_host", "read_failed", "clock")


def family(root: type[errors.OnboardError]) -> Iterator[type[errors.OnboardError]]:
    """A class of errors and all below it, as far as errors.py draws them."""
    if root.__module__ == errors.__name__ and root is not errors.OnboardError:
        yield root
    for each in root.__subclasses__():
        yield from family(each)


def of_step(step: Step) -> Iterator[str]:
    """The sentences of one step."""
    yield from (f"step.{step.id}.{part}" for part in ("title", "why", "help", "act", "browser"))
    for asked in step.fields:
        yield f"field.{asked.id}.label"
        yield f"field.{asked.id}.hint"
        yield from (f"choice.{asked.id}.{value}" for value in asked.options)


def needed() -> Iterator[str]:
    """Every sentence that the tables ask for."""
    for step in TABLE:
        yield from of_step(step)
        yield from (f"rule.{rule}" for asked in step.fields for rule in asked.rules)
        if step.read_back and step.id in STEPS:
            yield f"unknown.{step.id}"
        if step.id in STEPS and step.id != "done":
            yield f"did.{step.id}"
    yield from (f"rule.{rule}" for rule in RULES)
    yield from (f"rail.{mark}" for mark in RAIL)
    yield from (f"journey.{name}" for name in JOURNEYS)
    yield from (each.says for each in BEGINNINGS.values())
    yield from (f"error.{each.__name__}" for each in family(errors.OnboardError))
    yield from (f"next.{each.value}" for each in errors.Next)
    yield from (f"desk.{door}.{part}" for door in DOORS for part in ("title", "say_zh", "say_pinyin", "say_en"))
    yield from (f"tick.password.{each}" for each in TICKS)
    yield from (f"said.{each}" for each in SAID)
    yield from ("ui.practice_banner", "ui.practice_done", "ui.desk_line", "ui.product")


@pytest.mark.parametrize("language", languages(), ids=str)
@pytest.mark.parametrize("key", sorted(set(needed())))
def test_every_sentence_that_the_tables_ask_for_is_written(key: str, language: Language) -> None:
    """A step, a rule or an error without words fails here, by name (J0.5, J0.6)."""
    assert Texts(language, WORDS).has(key), key


def test_the_two_languages_hold_the_same_sentences() -> None:
    """But for the glosses and the translated regulations, which Chinese does not need."""
    chinese, english = ({each.key for each in entries(one)} for one in (ZH_TW, EN))
    only_english = {key for key in english if key.startswith(("word.", "regulations.", "gloss."))}
    assert english - only_english == chinese


def test_the_two_languages_ask_for_the_same_values() -> None:
    """A value named in one language only would be lost, or missed, in the other."""
    english = {each.key: each for each in entries(EN)}
    for each in entries(ZH_TW):
        given = {name for name in each.placeholders if not name.startswith(("word_", "quoted_", "host_"))}
        other = {name for name in english[each.key].placeholders if not name.startswith(("word_", "quoted_", "host_"))}
        assert given == other, each.key


def test_no_sentence_writes_out_a_word_of_the_hospital() -> None:
    """It would stay as it was where one line of a profile mends the word; shorter words are anybody's."""
    words = {key: word for key, word in WORDS.items() if len(word) > 5 and key not in PLAIN_SENTENCES}
    told = {(each.key, key) for each in entries(ZH_TW) for key, word in words.items() if word in str(each.text)}
    assert told == set()


@pytest.mark.parametrize("step", TABLE, ids=lambda step: step.id)
def test_the_card_for_the_browser_names_the_same_buttons_in_both_languages(step: Step) -> None:
    """A student walks the real pages by these words (J0.7)."""
    chinese, english = (
        {name for each in entries(one) if each.key == f"step.{step.id}.browser" for name in each.placeholders}
        for one in (ZH_TW, EN)
    )
    assert chinese == english


@pytest.mark.parametrize("language", languages(), ids=str)
def test_every_sentence_that_the_code_names_is_written(language: Language) -> None:
    """Names put together at run time come from the tables, which are asked above."""
    texts = Texts(language, WORDS)
    families = "|".join(sorted({each.key.split(".")[0] for each in entries(language)}))
    name = re.compile(rf"(?:{families})\.[A-Za-z_.]+[A-Za-z]")
    sources = sorted((ROOT / "ntuh_onboard").rglob("*.py"))
    drawn = (text for path in sources for text in drawable(path) if not text.endswith(".json"))  # a file's name
    named = {text for text in drawn if name.fullmatch(text)}
    missing = sorted(key for key in named if not texts.has(key) and not key.startswith(("account.", "contact.")))
    assert missing == []


@pytest.mark.parametrize("language", languages(), ids=str)
def test_every_placeholder_of_the_hospital_is_in_the_profile(language: Language) -> None:
    """`{word_…}` and `{host_…}` name what the profile has."""
    known = hospital_profile.load()
    for each in entries(language):
        for name in each.placeholders:
            kind, _, key = name.partition("_")
            if kind in {"word", "quoted"}:
                assert key in known.words, each.key
            elif kind == "host" and key:
                assert key in known.hosts, each.key


@pytest.mark.parametrize("key", sorted(WORDS))
def test_every_word_of_the_hospital_has_an_english_gloss(key: str) -> None:
    """In English every 「」 carries what it means."""
    assert Texts(EN, WORDS).word(key).startswith(f"「{WORDS[key]}」 (")


@pytest.mark.parametrize("language", languages(), ids=str)
def test_no_word_of_the_hospital_is_copied_into_a_catalogue(language: Language) -> None:
    """One mended line of the profile changes them all, so none may stand here a second time."""
    for each in entries(language):
        assert not {*quoted(each.text)} & {*WORDS.values()}, each.key


def test_no_word_of_the_hospital_is_copied_into_the_code() -> None:
    """As above, for what the code could draw. Docstrings and the rules' sources quote the guide and are never drawn."""
    for path in sorted((ROOT / "ntuh_onboard").rglob("*.py")):
        if path.parent.name in {"rules", "site"}:  # the simulator's pages are the hospital's side, and say its words
            continue
        for text in drawable(path):
            assert not {*quoted(text)} & {*WORDS.values()}, f"{path}: {text}"


def drawable(path: Path) -> Iterator[str]:
    """The texts in a module's code, without its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bare = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
    for each in ast.walk(tree):
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and id(each) not in bare:
            yield each.value


def test_docstrings_are_told_from_texts_that_can_be_drawn(tmp_path: Path) -> None:
    """The search above finds a copied word, also inside an f-string."""
    file = tmp_path / "copied.py"
    file.write_text('"""「帳號」"""\nsay = f"「密碼」 {1}"\n', encoding="utf-8")
    assert [word for text in drawable(file) for word in quoted(text)] == ["密碼"]


@pytest.mark.parametrize("language", languages(), ids=str)
def test_no_entry_is_half_written(language: Language) -> None:
    """The build stops at fuzzy, empty, obsolete or double entries; here it does not stop."""
    whole = TOOL["read_all"](ROOT / "ntuh_onboard" / "texts" / "locale" / language.folder)
    assert {each.id for each in whole if each.id} == set(written(language))


@pytest.mark.parametrize("language", languages(), ids=str)
def test_the_compiled_catalogue_is_of_today(language: Language) -> None:
    """After a change to a .po file: `python tools/catalogues.py`."""
    texts = Texts(language, WORDS)
    for key, text in written(language).items():
        assert texts._written(key) == text, f"{key}: run python tools/catalogues.py"


@pytest.mark.parametrize("language", languages(), ids=str)
def test_sentences_fit_a_terminal_of_80_columns(language: Language) -> None:
    """Titles, reasons and names of marks take one line; what stands beside a field stays short."""
    texts = Texts(language, WORDS)
    mark = 8 if language == ZH_TW else 10
    limits = {"title": 60, "why": 76, "act": 24, "hint": 40, "help": 72, "browser": 72}
    for key in needed():
        first, last = key.split(".")[0], key.rsplit(".", 1)[-1]
        limit = {"rail": mark, "tick": 20, "rule": 70, "choice": 50, "next": 34, "error": 150, "desk": 76}.get(first)
        if first in {"step", "field"}:
            limit = limits.get(last, limit)
        if limit is not None and last != "label":
            assert widest(texts.say(key, **VALUES)) <= limit, key


@pytest.mark.parametrize("language", languages(), ids=str)
def test_no_character_of_unsure_width_stands_in_the_sentences_of_the_tables(language: Language) -> None:
    """Terminals draw `→` or `…` one or two cells wide, and columns shift. Pinyin, alone on its line, needs them."""
    for each in entries(language):
        if each.file != "ui.po" and not each.key.endswith(".say_pinyin"):
            unsure = {one for one in each.text if unicodedata.east_asian_width(one) == "A"}
            assert not unsure, each.key


@pytest.mark.parametrize("language", languages(), ids=str)
@pytest.mark.parametrize("key", sorted(FIELDS))
def test_label_and_hint_of_a_field_share_a_line(key: str, language: Language) -> None:
    """They stand beside each other, two columns apart, on a screen of 80 with its margins."""
    texts = Texts(language, WORDS)
    label, hint = texts.say(f"field.{key}.label"), texts.say(f"field.{key}.hint")
    alone = FIELDS[key].kind is Kind.CONFIRM
    assert widest(label) + (0 if alone else 2 + widest(hint)) <= 76


@pytest.mark.parametrize("language", languages(), ids=str)
@pytest.mark.parametrize("step", TABLE, ids=lambda step: step.id)
def test_help_names_a_door_and_stays_short(step: Step, language: Language) -> None:
    """F1 is read in one look (4 to 8 lines) and says where to turn (J0.6); so does the card for the browser (J0.7)."""
    texts = Texts(language, WORDS)
    told = texts.say(f"step.{step.id}.help")
    assert 4 <= len(told.split("\n")) <= 8
    doors = ("261120", WORDS["service_desk"], WORDS["reset_entry"])
    assert any(door in told for door in doors) or step.id in {"progress", "alias"}
    lines = texts.say(f"step.{step.id}.browser").split("\n")
    numbers = [line.split()[0] for line in lines if not line.startswith(" ")]
    assert numbers == [str(each) for each in range(1, len(numbers) + 1)]
    assert 2 <= len(numbers) <= 5


def test_every_door_that_an_error_leads_to_is_written() -> None:
    """Of each step, and of each error on it (J0.6)."""
    kinds = [each for each in family(errors.BackendError) if issubclass(each, errors.BackendError)]
    met = [errors.SessionEnded("portal") if each is errors.SessionEnded else each() for each in kinds]
    assert {refusals.desk_for(step, error) for step in TABLE for error in (None, *met)} <= set(DOORS)


@pytest.mark.parametrize("door", DOORS)
def test_what_is_said_at_the_desk_is_the_same_in_both_languages(door: str) -> None:
    """Chinese, pinyin and English stand side by side whatever the language of the screen (J0.6)."""
    chinese, english = Texts(ZH_TW, WORDS), Texts(EN, WORDS)
    for part in ("say_zh", "say_pinyin", "say_en"):
        assert chinese.say(f"desk.{door}.{part}") == english.say(f"desk.{door}.{part}")
    assert chinese.say(f"desk.{door}.say_zh").isascii() is False
    assert english.say(f"desk.{door}.say_en").isascii() is True


def test_forgotten_passwords_and_missing_codes_go_to_the_desk_in_person() -> None:
    """They are not handled by phone; a portal reset and MOTP are (J0.6)."""
    texts = Texts(ZH_TW, WORDS)
    for door in ("no_code", "forgotten"):
        title = texts.say(f"desk.{door}.title")
        assert WORDS["service_desk"] in title
        assert "261120" not in title
    for door in ("portal_reset", "authenticator"):
        assert "261120" in texts.say(f"desk.{door}.title")
    assert inspect.cleandoc(texts.say("desk.portal_reset.say_zh")) == f"「{WORDS['reset_request']}」"

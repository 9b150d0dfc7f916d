"""The illustrated guide is made from the live screens, needs nothing from elsewhere, and tells no secret."""

from __future__ import annotations

import html
import re
import shutil
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from ntuh_onboard.backend.mock import open_practice
from ntuh_onboard.backend.web.engines.browser.installed import installed_browsers
from ntuh_onboard.common.clock import ManualClock, SystemClock
from ntuh_onboard.handout import paper, screen_pictures
from ntuh_onboard.handout.printing import NotPrinted, printed
from ntuh_onboard.journey.idle import IdleWatch
from ntuh_onboard.journey.lane import Lane
from ntuh_onboard.journey.steps import JOURNEYS
from ntuh_onboard.profiles import hospital_profile
from ntuh_onboard.screens.base.scene import FINE, Scene
from ntuh_onboard.screens.wizard_app import OnboardApp
from ntuh_onboard.startup.exits import Exit
from ntuh_onboard.texts.languages import Language
from ntuh_onboard.texts.sentences import Texts
from tests.languages import EN, ZH_TW
from tests.long_cases import sparing

LANGUAGES = (ZH_TW, EN)
AREA = re.compile(r'<rect fill="#([0-9a-f]{6})" x="[0-9.]+" y="[0-9.]+" width="([0-9.]+)" height="([0-9.]+)"')
"""A coloured area of a picture."""
BROWSER = next(iter(installed_browsers()), None)


@cache
def made(language: Language) -> tuple[Scene, Mapping[str, screen_pictures.Shown], str]:
    """The words, the pictures and the page."""
    clock = SystemClock()
    practice = open_practice(clock, cheap_hashes=True)
    site = hospital_profile.load()
    person = practice.stage.people()[0]
    scene = Scene(Texts(language, site.words, site.hosts), clock, FINE, practice.stage, person)
    app = OnboardApp(scene, Lane(lambda: practice.backend), IdleWatch(ManualClock()), None, "onboard")
    drawn = screen_pictures.walked(app)
    return scene, drawn, paper.written(scene, drawn, "made today")


def words(svg: str) -> str:
    """What a person reads in a picture, without blanks."""
    return re.sub(r"\s", "", html.unescape("".join(re.findall(r"<text[^>]*>([^<]*)", svg))))


@pytest.mark.parametrize("language", sparing(LANGUAGES, LANGUAGES[0].__eq__))
def test_every_step_has_its_page_and_its_own_live_picture(language: Language) -> None:
    """In the order of the journey, with title, what to press, and the right door of the help desk (J0.6)."""
    scene, drawn, page = made(language)
    assert tuple(drawn) == tuple(each for each in JOURNEYS["onboard"] if each != "progress")  # the first screen asks
    for step, shown in drawn.items():
        title = scene.say(f"step.{step}.title")
        assert re.sub(r"\s", "", title) in words(shown.picture), step
        assert html.escape(title) in page
        assert re.sub(r"\s", "", shown.act) in words(shown.picture), step
        assert f"<li><b>{html.escape(shown.act)}</b></li>" in page
    assert page.count("261120") >= len(drawn)


@pytest.mark.parametrize("language", sparing(LANGUAGES, LANGUAGES[0].__eq__))
def test_pictures_are_light(language: Language) -> None:
    """On paper: little ink, and dark words on white, which a printer without colours shows; the phone is dark."""
    _, drawn, _ = made(language)
    for step, shown in drawn.items():
        areas = {True: 0.0, False: 0.0}
        for colour, width, height in AREA.findall(shown.picture):
            red, green, blue = bytes.fromhex(colour)
            areas[0.3 * red + 0.6 * green + 0.1 * blue < 128] += float(width) * float(height)
        assert 0 < areas[True] < 0.5 * areas[False], (step, areas)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_how_to_begin_and_counts_as_the_screens_do(language: Language) -> None:
    """The program's name and the first choice; beside each title the mark that is lit in its picture."""
    scene, drawn, page = made(language)
    first = page.partition("<section>")[0]
    assert "ntuh-onboard run" in first
    assert html.escape(scene.say("choice.progress.first")) in first
    marks = re.findall(r"<section><h2><b>([^<]*)</b>", page)
    assert len(marks) == len(drawn)
    for mark, (step, shown) in zip(marks, drawn.items(), strict=True):
        assert f"{scene.glyphs.here}{re.sub(' ', '', mark)}" in words(shown.picture), step


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_can_go_wrong_is_told_in_whole_sentences(language: Language) -> None:
    """The lines of a help card are as long as a terminal's window; a page breaks them elsewhere."""
    scene, drawn, page = made(language)
    told = re.findall(f"{html.escape(scene.say('ui.handout_wrong'))}</h3><ul>(.*?)</ul>", page)
    assert len(told) == len(drawn)
    for each in told:
        for line in re.findall(r"<li>(.*?)</li>", each):
            assert line.endswith(("。", ".")), line
            assert "\n" not in line


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_typed_is_seen_and_secrets_are_not(language: Language) -> None:
    """The picture is the filled-in one; passwords are stars."""
    _, drawn, page = made(language)
    assert screen_pictures.ANSWERS["alias"] in words(drawn["alias"].picture)
    assert "*****" in words(drawn["portal_password"].picture)
    for key in ("portal_new", "cloud_password"):
        assert screen_pictures.ANSWERS[key] not in page
        assert screen_pictures.ANSWERS[key][:5] not in words("".join(each.picture for each in drawn.values()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_beside_a_picture_are_those_of_its_screen(language: Language) -> None:
    """A button and a hint that follow what was typed say what they said then."""
    scene, drawn, page = made(language)
    for step, key in (("send_code", "step.send_code.act_sms"), ("portal_password", "ui.old_held")):
        said = scene.say(key)
        assert re.sub(r"\s", "", said) in words(drawn[step].picture)
        assert html.escape(said) in page.replace(drawn[step].picture, "")
    assert html.escape(scene.say("field.portal_old.hint")) not in page


@pytest.mark.skipif(BROWSER is None, reason="there is no browser here to print with")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_step_is_one_sheet_of_paper(language: Language, tmp_path: Path) -> None:
    """And the first sheet is of what is to be at hand; a sheet with two lines on it is none."""
    page, pdf = made(language)[2], tmp_path / "guide.pdf"
    assert BROWSER is not None
    printed(str(BROWSER), page, pdf)
    sheets = re.findall(rb"/Type\s*/Page\b", pdf.read_bytes())
    assert len(sheets) == 1 + page.count("<section>")


def test_nothing_is_loaded_from_elsewhere() -> None:
    """It opens on a computer without any network, and tells nobody that it was opened."""
    page = made(ZH_TW)[2]
    hosts = set(re.findall(r"https?://([A-Za-z0-9.-]+)", page))
    assert {each for each in hosts if not each.endswith(".ntuh.gov.tw")} == {"www.w3.org"}  # the name of SVG itself
    assert not re.search(r"<(script|link|img|iframe)|@import|url\((?!#)", page)


def test_chinese_takes_two_cells_in_a_picture() -> None:
    """Each character stands at its own cell, whatever the reader's fonts."""
    drawn = screen_pictures.alone('<text x="12.2" y="20" textLength="36.6" clip-path="url(#a)">醫A事</text>', "x")
    assert 'x="12.2 36.6 48.8"' in drawn
    assert "textLength" not in drawn


def test_the_command_writes_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And says where; another ending is refused before anything is walked."""
    from ntuh_onboard.commands.cli import main

    assert main(["handout", "--lang", "en", "-o", str(tmp_path / "guide.html")]) == Exit.DONE
    assert "<svg" in (tmp_path / "guide.html").read_text(encoding="utf-8")
    assert main(["handout", "-o", str(tmp_path / "guide.docx")]) == Exit.USAGE
    assert "must end with" in capsys.readouterr().err


def test_without_a_browser_a_pdf_is_refused_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page can be printed by hand."""
    from ntuh_onboard.commands.cli import main

    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert main(["handout", "-o", str(tmp_path / "guide.pdf")]) == Exit.CONFIGURATION
    assert "FILE.html" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["guide.html", "guide.pdf"])
def test_a_folder_that_is_not_there_is_told_before_anything_is_walked(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And the path is not printed as if there were a file."""
    from ntuh_onboard.commands.cli import main

    monkeypatch.setattr(screen_pictures, "walked", lambda app: pytest.fail("it was walked"))
    output = tmp_path / "nowhere" / name
    assert main(["handout", "-o", str(output)]) == Exit.CONFIGURATION
    told = capsys.readouterr()
    assert f"there is no folder {output.parent}" in told.err
    assert told.out == ""


def browser(folder: Path, does: str) -> str:
    """A browser that does this with the file that it is to print to, and ends as if all were well."""
    program = folder / "chromium"
    target = 'for each; do case "$each" in --print-to-pdf=*) target="${each#*=}";; esac; done'
    program.write_text(f"#!/bin/sh\n{target}\n{does}\nexit 0\n", encoding="utf-8")
    program.chmod(0o700)
    return str(program)


@pytest.mark.skipif(sys.platform == "win32", reason="the browser of this test is a script of a shell")
@pytest.mark.parametrize("does", [":", ': > "$target"'])
def test_a_browser_that_printed_nothing_is_an_error(does: str, tmp_path: Path) -> None:
    """Chromium's status is 0 where it could not write; what stood there before is left."""
    output = tmp_path / "guide.pdf"
    output.write_bytes(b"before")
    with pytest.raises(NotPrinted, match=r"guide\.pdf: not written.*FILE\.html"):
        printed(browser(tmp_path, does), "<p>page</p>", output)
    assert output.read_bytes() == b"before"


@pytest.mark.skipif(sys.platform == "win32", reason="the browser of this test is a script of a shell")
def test_what_was_printed_elsewhere_comes_to_its_place(tmp_path: Path) -> None:
    """The browser prints beside the page, never at the place itself, which may be on another disk."""
    output = tmp_path / "guide.pdf"
    printed(browser(tmp_path, 'echo "%PDF $target" > "$target"'), "<p>page</p>", output)
    told = output.read_text(encoding="utf-8")
    assert told.startswith("%PDF")
    assert str(output) not in told

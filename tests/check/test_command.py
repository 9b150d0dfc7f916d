"""`ntuh-onboard check` as staff run it: in this process, in one of its own, and in a real terminal."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ntuh_onboard.backend.site.simulator import Site, profile_of
from ntuh_onboard.backend.stage import Fault
from ntuh_onboard.commands import cli
from ntuh_onboard.startup.exits import Exit
from tests.check.test_machine import SCHEMA, broken
from tests.conftest import ROOT
from tests.patience import PATIENCE
from tests.terminal.harness import Terminal, plain_environment
from tests.terminal.served import simulator
from tests.texts.written import widest

ALTERNATE = 1049
CHECK = [sys.executable, "-m", "ntuh_onboard", "check"]


@pytest.fixture
def file(site: Site, tmp_path: Path) -> Path:
    """A profile of the server's addresses."""
    path = tmp_path / "sim.toml"
    path.write_text(profile_of(site), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("trouble", "ends"),
    [
        (lambda site: None, Exit.PARTLY_CHECKED),
        (lambda site: site.stage.shut("mail"), Exit.UNREACHABLE),
        (lambda site: site.stage.port.inject("portal.reach", Fault.MAINTENANCE, 3), Exit.MAINTENANCE),
        (lambda site: site.stage.port.inject("portal.reach", Fault.UNEXPECTED_PAGE), Exit.UNRECOGNISED),
        (lambda site: site.stage.arm("Q1", "F10"), Exit.NETWORK_SIGN_IN),
        (lambda site: site.stage.port.jump(7200), Exit.CLOCK),
    ],
    ids=lambda it: it.name if isinstance(it, Exit) else "",
)
def test_how_it_ends_says_what_was_found(
    site: Site, file: Path, trouble: Callable[[Site], None], ends: Exit, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each ending has its own exit status, for people and for machines alike (docs/exit-codes.md)."""
    trouble(site)
    try:
        assert cli.main(["check", "--profile", str(file), "--json"]) == ends
    finally:
        site.clock.jump(-7200 if ends is Exit.CLOCK else 0)
    made = json.loads(capsys.readouterr().out)
    assert made["exit"] == ends
    assert list(broken(made, SCHEMA)) == []


def test_a_profile_that_points_elsewhere_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As for `run`: nobody is asked (J0.1)."""
    path = tmp_path / "else.toml"
    path.write_text('extends = "ntuh"\n[hosts]\nportal = "portal.example.org"\n', encoding="utf-8")
    assert cli.main(["check", "--profile", str(path)]) == Exit.CONFIGURATION
    assert "portal.example.org" in capsys.readouterr().err


def test_a_broken_profile_is_told_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Staff mend it by the line."""
    path = tmp_path / "bad.toml"
    path.write_text('extends = "ntuh"\n[words]\naccount = ""\n', encoding="utf-8")
    assert cli.main(["check", "--profile", str(path)]) == Exit.CONFIGURATION
    assert f"{path}, line 3" in capsys.readouterr().err


@pytest.mark.parametrize("options", [["--watch", "0"], ["--watch", "often"], ["--lang", "fr"]])
def test_a_command_line_that_is_not_understood_ends_with_2(options: list[str]) -> None:
    """By argparse itself."""
    with pytest.raises(SystemExit) as ended:
        cli.main(["check", *options])
    assert ended.value.code == Exit.USAGE


def test_pages_are_saved_and_tried(site: Site, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Kept by the one command, read by the other; readable by their owner alone."""
    folder = tmp_path / "pages"
    assert (
        cli.main(["check", "--profile", str(file), "--save-pages", str(folder), "--lang", "en"]) == Exit.PARTLY_CHECKED
    )
    assert f"{folder} holds 4 pages" in capsys.readouterr().out.replace("\n", "")
    assert {each.name for each in folder.iterdir()} == {
        "portal.html", "account.html", "code.html", "mail.html", "pages.json",
    }  # fmt: skip
    assert not any(each.stat().st_mode & 0o077 for each in folder.iterdir())
    assert cli.main(["profile", "try", str(folder), "--profile", str(file)]) == Exit.DONE


def test_a_folder_that_cannot_be_written_ends_with_3(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And says which."""
    (tmp_path / "taken").write_text("", encoding="utf-8")
    assert cli.main(["check", "--profile", str(file), "--save-pages", str(tmp_path / "taken")]) == Exit.CONFIGURATION
    assert "taken" in capsys.readouterr().err


def test_a_pipe_that_has_few_characters_is_no_trouble(file: Path, tmp_path: Path) -> None:
    """Output into a file in an encoding without Chinese: nothing crashes, and the language is English."""
    environment = plain_environment(tmp_path, PYTHONPATH=str(ROOT), LANG="C", LC_ALL="C", PYTHONIOENCODING="ascii")
    done = subprocess.run(
        [*CHECK, "--profile", str(file)],
        env=environment,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == Exit.PARTLY_CHECKED, done.stderr
    assert b"Pages behind the sign-in: not checked." in done.stdout
    assert done.stdout.isascii()


SAID = {
    "zh-TW": ("登入後的網頁未檢查。", "院內網路：是", "可顯示中文", "下次檢查", "有網站連不上。", "檢查中，請稍候"),
    "en": ("Pages behind the sign-in: not checked.", "Hospital network: yes", "shows Chinese", "Next check at",
           "A site cannot be reached.", "Checking, please wait"),
}  # fmt: skip


@pytest.mark.parametrize("language", SAID)
def test_the_table_in_a_real_terminal(language: str, tmp_path: Path) -> None:
    """80 by 24, against a server in another process: every line fits, in both languages."""
    good, inside, chinese, *_ = SAID[language]
    with simulator(tmp_path) as server, _terminal(tmp_path, language, *server.wizard) as terminal:
        assert terminal.wait_for_exit() == Exit.PARTLY_CHECKED
        whole = bytes(terminal.output).decode()
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", whole).replace("\r", "\n")
    assert all(each in plain for each in (good, inside, chinese))
    assert max(widest(line.rstrip()) for line in plain.splitlines()) <= 80


def interrupted(terminal: Terminal) -> None:
    """Ctrl+C puts the terminal back and ends with 130, without a traceback."""
    terminal.press("ctrl+c")
    assert terminal.wait_for_exit() == Exit.INTERRUPT
    assert ALTERNATE not in terminal.emulator.modes
    assert b"Traceback" not in terminal.output


def test_a_desks_screen_is_painted_anew_until_it_is_interrupted(tmp_path: Path) -> None:
    """What is wrong appears, what is well again disappears."""
    good, _, _, following, down, _ = SAID["zh-TW"]
    with simulator(tmp_path) as server, _terminal(tmp_path, "zh-TW", *server.wizard, "--watch", "5") as terminal:
        screen = terminal.wait_for(following)
        assert good in screen
        assert ALTERNATE in terminal.emulator.modes
        server.stage.ask("shut", site="portal")
        screen = terminal.wait_for(down)
        assert good not in screen
        assert following in screen
        assert "261120" in screen
        server.stage.ask("open")
        terminal.wait_for(good)
        interrupted(terminal)


def test_the_desks_screen_in_english(tmp_path: Path) -> None:
    """All of it on 24 rows."""
    good, inside, _, following, *_ = SAID["en"]
    with simulator(tmp_path) as server, _terminal(tmp_path, "en", *server.wizard, "--watch", "60") as terminal:
        screen = terminal.wait_for(following)
        assert good in screen
        assert inside in screen
        interrupted(terminal)


def test_machines_watch_line_by_line(file: Path, site: Site, tmp_path: Path) -> None:
    """One report a line, each written out at once."""
    environment = plain_environment(tmp_path, PYTHONPATH=str(ROOT))
    command = [*CHECK, "--profile", str(file), "--json", "--watch", "5"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, cwd=tmp_path) as process:
        assert process.stdout is not None
        made = [json.loads(process.stdout.readline()) for _ in range(2)]
        process.terminate()
        assert process.wait(PATIENCE) == Exit.TERMINATED
    assert [each["verdict"] for each in made] == ["partly_checked", "partly_checked"]


def _terminal(folder: Path, language: str, *options: str) -> Terminal:
    environment = plain_environment(folder, PYTHONPATH=str(ROOT))
    return Terminal([*CHECK, "--lang", language, *options], environment=environment, folder=folder)


def test_an_outage_leaves_the_pages_that_were_kept(
    site: Site, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A page in another one's place is no page to mend a profile by; `--watch` goes on over many an outage."""
    folder, command = tmp_path / "kept", ["check", "--profile", str(file), "--json", "--save-pages"]
    cli.main([*command, str(folder)])
    before = {each.name: each.read_bytes() for each in folder.iterdir()}
    assert len(before) == 5
    for each in ("portal", "account", "mail"):
        site.stage.shut(each)
    assert cli.main([*command, str(folder)]) == Exit.UNREACHABLE
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == before
    assert cli.main([*command, str(tmp_path / "none")]) == Exit.UNREACHABLE
    capsys.readouterr()
    assert cli.main(["profile", "try", str(tmp_path / "none")]) == Exit.CONFIGURATION, "nothing kept is nothing found"
    assert "no page was kept there" in capsys.readouterr().err


@pytest.mark.parametrize("seconds", ["abc", "0", "-1", "nan", "86400"])
def test_a_pause_that_is_none_is_refused_in_words(seconds: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Before anything is asked of any site."""
    with pytest.raises(SystemExit, match=str(int(Exit.USAGE))):
        cli.main(["check", f"--watch={seconds}"])
    assert "must be seconds" in capsys.readouterr().err

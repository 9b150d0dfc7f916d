"""Every command on a Windows Python under Wine, its output in a pipe (`make windows`)."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from ntuh_onboard import __version__
from tests.patience import PATIENCE
from tests.terminal.student import ROOT
from tests.windows.console_student import python, wine

ANSWERS = f"Z:{ROOT}/examples/answers.toml"


def said(*arguments: str) -> tuple[int, str]:
    """How it ended, and what it printed; the pipe's code page has no Chinese."""
    done = subprocess.run(
        [*python(), *arguments],
        env=wine(),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    text = (done.stdout + done.stderr).decode("ascii", "replace")
    assert "Traceback" not in text
    return done.returncode, text


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("--version",), 0, f"ntuh-onboard {__version__}"),
        (("policy", "--lang", "en"), 0, "policy.toml"),
        (("check", "--proxy", "http://127.0.0.1:9"), 4, "cannot be reached"),
        (("demo", "--plain", "--lang", "zh-TW", "--answers", ANSWERS), 0, "Practice finished"),
        (("demo", "--plain", "--lang", "en"), 6, "Nothing was started"),
        (("simulate", "--layout", "a=b"), 2, "--layout"),
        (("class", "--students", "0"), 3, ""),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else None,
)
def test_a_command_ends_as_elsewhere(arguments: tuple[str, ...], status: int, words: str) -> None:
    """In words that the pipe can carry: English, whatever was asked for."""
    ended, text = said("-m", "ntuh_onboard", *arguments)
    assert ended == status, text
    assert words in text


def test_a_folder_with_chinese_and_spaces(tmp_path: Path) -> None:
    """The file is written, and its name so that it can be read back."""
    file = tmp_path / "實習 one" / "guide.html"
    file.parent.mkdir()
    ended, text = said("-m", "ntuh_onboard", "handout", "--lang", "zh-TW", "-o", f"Z:{file}")
    assert ended == 0, text
    assert r"\u5be6\u7fd2 one" in text
    assert "網路帳號" in file.read_text(encoding="utf-8")


KEEPS = """
from ntuh_onboard.common.vault import system_store
store = system_store()
store.set_password("ntuh-onboard test", "id", "104567")
print(store.get_password("ntuh-onboard test", "id"))
store.delete_password("ntuh-onboard test", "id")
print(store.get_password("ntuh-onboard test", "id"))
"""


def test_the_credential_manager_keeps_and_forgets() -> None:
    """Through the vault's own choice of a backend."""
    ended, text = said("-c", KEEPS)
    assert (ended, text.split()) == (0, ["104567", "None"])


INTO_FILE = (
    "import subprocess, sys; file = open(sys.argv[1], 'wb');"
    "sys.exit(subprocess.call([sys.executable, *sys.argv[2:]], stdin=subprocess.DEVNULL, stdout=file))"
)
"""Opens the file on Windows' side: Wine hands no file of Linux on as an output."""


@pytest.mark.parametrize(
    ("locale", "page", "words"),
    [("zh_TW.UTF-8", "cp950", "練習完成"), ("C.UTF-8", "cp1252", "Practice finished")],
    ids=["950", "1252"],
)
def test_a_practice_goes_into_a_file_in_the_systems_code_page(
    locale: str, page: str, words: str, tmp_path: Path
) -> None:
    """Whole, in a language that the code page has; no console is there."""
    file = tmp_path / "told.txt"
    practice = ("-m", "ntuh_onboard", "demo", "--plain", "--lang", "zh-TW", "--answers", ANSWERS)
    done = subprocess.run(
        [*python(), "-c", INTO_FILE, f"Z:{file}", *practice],
        env=wine(LC_ALL=locale),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert words in file.read_bytes().decode(page)

"""A recording is of the output only, and no secret is ever in it; the scanner is first shown to find a planted one."""

from __future__ import annotations

import json
import re
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ntuh_onboard.commands.cli import main
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.startup.exits import Exit
from ntuh_onboard.training.recorder import Recorder, SecretSeen, shown
from tests.terminal.emulator import Emulator
from tests.terminal.harness import Terminal, plain_environment
from tests.terminal.student import CLOUD, DEFAULT, PHONE, PORTAL, ROOT

pytestmark = pytest.mark.long

CANARY = "Canary7Planted"
CODE = re.compile(r"(?<![0-9])[0-9]{6}(?![0-9])")
KNOWN = {"104567", "261120"}
"""Six digits that are no code: the invented person's ID, and the help desk's extension."""
FILE = """
typing = 100
[title]
zh-TW = "短劇本"
en = "A short one"
[about]
zh-TW = "測試"
en = "For a test"
[answers]
progress = "first"
employee_id = "@id"
portal_password = "@password"
captcha = "@picture"
portal_new = "Lantern7Meadow"
portal_again = "Lantern7Meadow"
mobile_phone = "@phone"
channel = "sms"
code = "@message"
facts_right = "right"
alias = "yifen.chen.practice"
cloud_password = "Harbour9Quietly"
cloud_again = "Harbour9Quietly"
alias_again = "yifen.chen.practice"
[[beat]]
step = "enter_code"
zh-TW = "簡訊到了"
en = "The message is here"
pause = 3
"""


def frames(cast: Path) -> Iterator[str]:
    """Every finished frame of a recording, as a terminal shows it; rows joined, so that no wrapping hides anything."""
    header, *drawn = (json.loads(line) for line in cast.read_text(encoding="utf-8").splitlines())
    assert header["version"] == 2
    emulator = Emulator(header["width"], header["height"])
    before = 0.0
    for at, kind, text in drawn:
        assert kind == "o", "nothing of what was typed is in it"
        assert at >= before
        before = at
        emulator.feed(text.encode())
        if emulator.whole:
            yield "\n".join(emulator.lines())


def leaks(cast: Path, secrets: set[str]) -> list[str]:
    """Each secret that stands in a frame or in the file's own text, and every run of digits shaped like a code."""
    whole = cast.read_text(encoding="utf-8")
    found = [each for each in secrets if each in whole]
    for frame in frames(cast):
        found += [each for each in secrets if each in frame or each in frame.replace("\n", "")]
        # A telephone number that is half typed has six digits once.
        found += [each for each in CODE.findall(frame) if each not in KNOWN and not PHONE.startswith(each)]
    return found


@pytest.mark.parametrize(
    "drawn",
    [
        CANARY,
        "Can\x1b[31mary7\x1b[0mPlanted",
        "".join(f"\x1b[1m{each}" for each in CANARY),
        "\x1b[3;4HCanary7\x1b[38;2;1;2;3mPlanted\x1b[?2026l",
        f"\x1b]0;{CANARY}\x07{CANARY}",
    ],
)
def test_the_recorder_finds_a_secret_however_it_is_coloured(drawn: str, tmp_path: Path) -> None:
    """And then writes nothing."""
    recorder = Recorder(80, 24, "")
    recorder.take("first ")
    recorder.take(drawn)
    assert shown(f"x{drawn}", [Secret(CANARY)])
    with pytest.raises(SecretSeen) as raised:
        recorder.save(tmp_path / "a.cast", [Secret(CANARY)])
    assert CANARY not in str(raised.value)
    assert not (tmp_path / "a.cast").exists()


@pytest.mark.parametrize("planted", [CANARY, "314159"])
def test_the_scan_of_this_test_finds_a_planted_secret(planted: str, tmp_path: Path) -> None:
    """Also one that is drawn key by key, with the cursor moved in between."""
    recorder = Recorder(80, 24, "")
    for at, each in enumerate(planted):
        recorder.take(f"\x1b[5;{10 + at}H{each}")
    recorder.save(tmp_path / "a.cast", [])
    assert planted in leaks(tmp_path / "a.cast", {CANARY})


def test_a_recording_is_for_its_user_alone_and_ends_where_it_was_stopped(tmp_path: Path) -> None:
    """What comes after the stop is no part of it; what stood there counts until then."""
    times = iter((0.0, 1.0, 5.5, 9.0))
    recorder = Recorder(80, 24, "a title", lambda: next(times))
    recorder.take("seen")
    recorder.stop()
    recorder.take("unseen")
    recorder.save(tmp_path / "a.cast", [])
    lines = [json.loads(line) for line in (tmp_path / "a.cast").read_text(encoding="utf-8").splitlines()]
    assert lines == [{"version": 2, "width": 80, "height": 24, "title": "a title"}, [1.0, "o", "seen"], [5.5, "o", ""]]
    assert recorder.seconds == 5.5
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "a.cast").stat().st_mode) == 0o600


def test_a_scenario_played_in_a_terminal_and_recorded(tmp_path: Path) -> None:
    """From the title to Done: passwords, national ID and codes are in no frame; the phone shows stars."""
    file, cast = tmp_path / "short.toml", tmp_path / "short.cast"
    file.write_text(FILE, encoding="utf-8")
    command = [sys.executable, "-m", "ntuh_onboard", "demo", "--lang", "zh-TW", "--play", str(file), "--record"]
    environment = plain_environment(tmp_path, PYTHONPATH=str(ROOT))
    with Terminal([*command, str(cast)], environment=environment, folder=tmp_path) as terminal:
        terminal.wait_for("長度：約")
        assert terminal.wait_for_exit(90) == Exit.DONE
        assert "no secret is in it" in terminal.text()
    assert leaks(cast, {DEFAULT, PORTAL, CLOUD}) == []
    seen = "\n".join(frames(cast))
    for each in ("短劇本", "簡訊到了", "******，2分鐘內有效", "練習完成。您的真實帳號尚未開通。", "104567"):
        assert each in seen


def test_recording_needs_a_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    """What somebody types by hand is never recorded."""
    assert main(["demo", "--record", "x.cast"]) == Exit.USAGE
    assert "--play" in capsys.readouterr().err


def test_the_command_tells_of_a_scenario_that_there_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    """In words, with its status, before a screen is opened."""
    assert main(["demo", "--play", "no_such"]) == Exit.CONFIGURATION
    assert "straight" in capsys.readouterr().err

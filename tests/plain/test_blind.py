"""Somebody who has the bytes of line prompts alone, or what a voice says of them, finishes the journey.

All that is typed comes from what was told: who one is, which number an option has, how a name is spelled. The picture
code alone does not: somebody near reads it to them, as the program says.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.long_cases import sparing
from tests.plain.ear import VOICE, heard
from tests.plain.test_terminal import CONTROL
from tests.terminal.student import CLOUD, PORTAL, Look, Student

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pty")
MOST_QUESTIONS = 60
NAME = "yifen.chen-practice"
ENDS = re.compile(r"(?:: |：|(?<=\S) )\Z")
"""How a prompt ends, behind which a line is typed."""
SIGNS = {"help": "question mark", "back": "less.than sign", "cover": "exclamation mark", "menu": "full stop"}
SPELLED = {"dot": ".", "hyphen": "-", "點": ".", "減號": "-"}


class Blind:
    """Walks by what was told. ear: what reaches the person of a text."""

    def __init__(self, student: Student, ear: Callable[[str], str]) -> None:
        self._student = student
        self._ear = ear
        self._from = 0
        self._all = ""
        self._new = ""

    def walk(self) -> str:
        """Answer question after question until the program ends; returns all that was told."""
        for _ in range(MOST_QUESTIONS):
            if not self._asked():
                assert self._student.wait_for_exit() == 0, self._all
                return self._all
            self._student.send(f"{self._answer()}\n")
        raise AssertionError(self._all)

    def _asked(self) -> bool:
        """Wait for a prompt, and take in what was told since the last one; returns False at the end."""
        student = self._student
        told = ""

        def waits() -> bool:
            nonlocal told
            told = bytes(student.output[self._from :]).decode(errors="ignore")
            return ENDS.search(told) is not None

        while not waits() and student.program.process.poll() is None:
            student.settle(0.02)
        self._from = len(student.output)
        self._new = self._ear(told)
        self._all += f"\n{self._new}"
        return ENDS.search(told) is not None

    def _answer(self) -> str:
        prompt = self._new.splitlines()[-1]
        for words, reply in REPLIES:
            if re.search(words, prompt):
                return reply(self)
        raise AssertionError(f"not understood: {prompt!r}, after\n{self._new}")

    def told(self, pattern: str) -> str:
        """What was told in this form last."""
        found = re.findall(pattern, self._all)
        assert found, f"{pattern} was never told:\n{self._all}"
        return str(found[-1])

    def option(self) -> str:
        """The number to type where one is to be chosen: that of the option for who cannot see; else Enter alone."""
        found = re.search(r"(?im)^(\d+)\W+(?:not at all:? I cannot see|不用，我看不到)", self._new)
        return found[1] if found else ""

    def code(self) -> str:
        """The code of the newest message, once it is told."""
        while not (found := re.findall(r"\b(\d{6})\b", self._new)):
            assert self._asked()
        return str(found[-1])

    def near(self) -> str:
        """What somebody near reads off the picture."""
        return str(self._student.ask("picture"))

    def spelled(self) -> str:
        """The mail name as it was spelled: signs by their names."""
        letters = self.told(r"(?m)^((?:(?:[a-z]|dot|hyphen|點|減號)\s){8,})").split()
        return "".join(SPELLED.get(each, each) for each in letters)


REPLIES: tuple[tuple[str, Callable[[Blind], str]], ...] = (
    (r"press enter to use a capital letter", lambda _: ""),
    (r"(?i)^enter the mail name again|再輸入一次電子郵件名稱|再輸入一次信箱名稱", Blind.spelled),
    (r"(?i)^mail name|電子郵件名稱", lambda _: NAME),
    (r"(?i)^given name|英文首名」", lambda _: "Yi-Fen"),
    (r"(?i)to confirm this|輸入 1 表示確認", lambda _: "1"),
    (r"(?i)^picture code|^「驗證碼」", Blind.near),
    (r"(?i)^code from message|動態碼」", Blind.code),
    (r"(?i)^old password|舊密碼」", lambda _: ""),
    (r"(?i)^new password|新密碼」", lambda _: PORTAL),
    (r"(?i)^cloud password|^enter it again|雲端|再輸入一次密碼", lambda _: CLOUD),
    (r"(?i)^password|^「密碼」", lambda me: me.told(r"(?:password|密碼) (\w{10})\b")),
    (r"(?i)^account|^「帳號」", lambda me: me.told(r"(?:ID|id|編號) (\d{6})\b")),
    (r"(?i)press enter|按 Enter", Blind.option),
)
"""What a prompt asks for, in both languages, and what is typed there; the first that fits holds."""


@pytest.mark.parametrize("lang", sparing(["zh-TW", "en"], "zh-TW".__eq__))
def test_the_bytes_alone_lead_to_the_end(lang: str, tmp_path: Path) -> None:
    """With a mail name typed again as it was spelled. No control character is written, and no password."""
    with Student(tmp_path, Look(100, 40, lang), wizard=("--plain",)) as student:
        assert f"{NAME}@ntuh.gov.tw" in Blind(student, str).walk()
        assert student.took_effect()["account.activate"] == 1
        assert not CONTROL.search(bytes(student.output))
        assert not [each for each in (PORTAL, CLOUD) if each.encode() in student.output]


@pytest.mark.skipif(shutil.which(VOICE) is None, reason=f"{VOICE} is not installed")
def test_what_a_voice_says_leads_to_the_end(tmp_path: Path) -> None:
    """Signs that no voice says carry nothing: drawn lines, brackets, the signs that are typed."""
    with Student(tmp_path, Look(100, 40, "en"), wizard=("--plain",)) as student:
        told = Blind(student, heard).walk()
        assert student.took_effect()["account.activate"] == 1
    assert not [does for does, name in SIGNS.items() if not re.search(f"{name} {does}", told)]

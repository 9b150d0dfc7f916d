"""A student at the practice wizard: looks at the screen, presses keys, and reads the text message off the phone pane.

What no student sees, the picture's text and the hospital's counts, comes from the practice program's socket.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Client
from pathlib import Path
from typing import Any, Self

from ntuh_onboard.journey.practice_answers import PRACTISED
from ntuh_onboard.profiles import hospital_profile
from tests.patience import PATIENCE
from tests.terminal import takes_keys
from tests.terminal.harness import NeverCame, Terminal, plain_environment

ROOT = Path(__file__).parents[2]
EMPLOYEE_ID, NAME, PHONE, DEFAULT = "104567", "陳怡芬", "0990104567", "A301045679"
"""The fresh student of the simulated hospital, as the first screen hands them out."""
PORTAL, CLOUD, ALIAS = PRACTISED["portal_new"], PRACTISED["cloud_password"], PRACTISED["alias"]

WORDS, HOSTS = hospital_profile.load().words, hospital_profile.load().hosts

FIELD = "[│┃|] "
"""The frame of a field before what stands in it, without and with the focus, and in ASCII."""
CORNERS, EDGES = "╭┏+", "│┃|"
FOCUS = "7ef0e4"
"""The colour of what has the focus."""
AGAIN = 3.0
"""Seconds after which it is asked once more whether keys are taken."""
Said = tuple[str, str]
"""What is said in zh-TW and in en."""
BANNER: Said = ("練習模式：非醫院系統，請勿輸入真實資料", "PRACTICE: not the hospital.")
BUSY: Said = ("處理中，請稍候", "Working, please wait")
PANE: Said = ("模擬手機", "Simulated phone")
PICTURE: Said = ("▀", "▀")
"""Of the picture with the code, as half blocks draw it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A screen of the journey: its title, its mark on the rail, and words that must stand there."""

    title: Said
    mark: int
    name: Said
    words: tuple[Said, ...] = ()


def places(words: Mapping[str, str]) -> Mapping[str, Place]:
    """Return the screens by the id of their step, on which these words of a profile are quoted."""

    def quoted(key: str) -> Said:
        return (f"「{words[key]}」",) * 2

    return {
        "preflight": Place(("開始前，請先備妥", "Before you begin"), 1, ("準備", "Ready"),
            (quoted("inside_only"), ("可以連線", "can be reached"))),
        "sign_in": Place(("登入 Portal", "Sign in to the portal"), 2, ("登入", "Sign in"),
            (quoted("account"), quoted("password"), quoted("captcha"), (words["main_campus"],) * 2)),
        "portal_password": Place(("更改 Portal 密碼", "Change your portal password"), 3, ("密碼", "Password"),
            (quoted("old_password"), quoted("new_password"), quoted("new_again"))),
        "contact": Place(("確認聯絡資料", "Check your details"), 4, ("聯絡", "Contact"),
            (quoted("mobile_phone"), (PHONE,) * 2, (NAME,) * 2, quoted("home_phone"))),
        "regulations": Place(("閱讀網路帳號的規範", "Read the network account regulations"), 5, ("規範", "Rules"),
            (("適用功能：本院雲端服務",) * 2, ("我已讀完並同意遵守", "I have read this and agree"))),
        "send_code": Place(("證明您是本人：取得動態碼", "Prove who you are: get a code"), 6, ("動態碼", "Code"),
            (quoted("network_account"), ("09xx-xxx-567",) * 2, ("MOTP",) * 2)),
        "enter_code": Place(("輸入動態碼", "Type the code"), 6, ("動態碼", "Code"),
            (quoted("code"), ("09xx-xxx-567",) * 2, ("剩餘有效時間", "left"))),
        "account": Place(("這是您的帳號嗎？", "Is this your account?"), 7, ("信箱", "Mail"),
            (quoted("account_name"), (NAME,) * 2, quoted("main_unit"), quoted("valid_until"))),
        "alias": Place(("選擇您的電子郵件名稱", "Choose your mail name"), 7, ("信箱", "Mail"),
            (("@ntuh.gov.tw",) * 2, ("雲端服務密碼", "Cloud password"))),
        "alias_again": Place(("電子郵件名稱啟用後不能修改", "You cannot change your mail name"), 7, ("信箱", "Mail"),
            ((f"{ALIAS}@ntuh.gov.tw",) * 2, ("電子郵件名稱尚未送出", "is not sent until"))),
        "done": Place(("完成", "Done"), 8, ("完成", "Done"),
            (("練習完成。您的真實帳號尚未開通。", "Practice finished."), ("尚未開通。", "NOT activated yet."),
             (f"{ALIAS}@ntuh.gov.tw",) * 2)),
    }  # fmt: skip


PLACES = places(WORDS)
"""In practice in one process: with the words of the hospital."""


@dataclass(frozen=True, slots=True)
class Look:
    """A window's size and a language."""

    columns: int
    rows: int
    lang: str

    def __str__(self) -> str:
        return f"{self.columns}x{self.rows}-{self.lang}"


SMALL = Look(80, 24, "zh-TW")
LOOKS = (SMALL, Look(80, 24, "en"), Look(120, 36, "zh-TW"), Look(120, 36, "en"))


class Student(Terminal):
    """One wizard in one terminal. own: options of the practice program; wizard: more of the wizard's own."""

    banner = BANNER
    places = PLACES
    patience = PATIENCE
    _asked = itertools.count(1)

    def __init__(
        self, folder: Path, look: Look = SMALL, own: tuple[str, ...] = (), wizard: tuple[str, ...] = ()
    ) -> None:
        self.look = look
        self.lang = look.lang
        self.socket = f"{folder}/stage"
        command = [sys.executable, "-m", "tests.terminal.practice_program", "--stage", self.socket, *own, "--"]
        super().__init__(
            [*command, "demo", "--lang", look.lang, *wizard],
            columns=look.columns,
            rows=look.rows,
            environment=plain_environment(folder, PYTHONPATH=str(ROOT)),
            folder=folder,
        )

    def __enter__(self) -> Self:
        return self

    # --- what no student sees -------------------------------------------------------------------------------------

    def ask(self, question: str) -> Any:
        """Ask the practice program: `picture`, `commits`, `verbs`, `jump SECONDS`."""
        return self.answered(question, self.socket)

    def answered(self, question: str, socket: str) -> Any:
        """What the wizard's process says to this question on this socket."""
        with Client(*takes_keys.place(socket)) as asked:
            asked.send_bytes(question.encode())
            return json.loads(asked.recv_bytes())

    def took_effect(self) -> dict[str, int]:
        """How many commits had taken effect when the wizard ended."""
        counts: dict[str, int] = json.loads(Path(f"{self.socket}.end").read_text(encoding="utf-8"))
        return counts

    # --- looking --------------------------------------------------------------------------------------------------

    def word(self, said: Said) -> str:
        """What is said, in the language that is shown now."""
        return said[self.lang == "en"]

    def shows(self, said: Said) -> str:
        """Wait until this stands on the screen; all of it."""
        return self.wait_for(self.word(said))

    def ready(self) -> str:
        """Wait until the wizard says that it takes keys, and has drawn what those before them have set off.

        It is asked again where the process that was asked has given way to another, as at a kiosk.
        """
        end = time.monotonic() + self.patience
        while True:
            asked = next(self._asked)
            with suppress(OSError, EOFError, LookupError):  # no process yet, or none any more
                self.answered(f"{takes_keys.QUESTION} {asked}", self.socket)
            try:
                return self.wait_for(partial(self._told, asked), AGAIN)
            except NeverCame:
                if time.monotonic() > end or self.program.process.poll() is not None:
                    raise

    def _told(self, asked: int) -> bool:
        return takes_keys.mark(asked) in self.output

    def pressed(self, key: str) -> str:
        """Press a key that changes what is seen, and wait until the wizard takes keys again."""
        written = len(self.output)
        self.press(key)
        self.wait_for(lambda: len(self.output) > written)
        return self.ready()

    def at(self, step: str) -> str:
        """Wait for this step and for its keys; banner, rail and the words that it must show are asserted."""
        place = self.places[step]
        self.shows(place.title)
        for each in place.words:  # they come with the page, which may be on its way
            self.shows(each)
        self.ready()
        for each in (self.banner, place.title, *place.words):
            assert self.word(each) in self.text(), f"{each} is not on the screen:\n{self.text()}"
        mark = f"{place.mark} {self.word(place.name)}"
        assert re.search(rf"[▸>] ?{mark}", self.text()), self.text()
        return self.text()

    def holds(self, text: str) -> bool:
        """Whether a field holds this text, or begins with it."""
        return re.search(FIELD + re.escape(text), self.text()) is not None

    def pane(self) -> str:
        """What stands on the phone, its rows joined."""
        found = self.emulator.find(self.word(PANE))
        if found is None:
            raise NeverCame(f"no phone is seen:\n{self.text()}")
        top, left = found
        while self.emulator.row(top)[left].data not in CORNERS:  # the name stands amid the upper edge
            left -= 1
        rows = (self.emulator.row(at)[left:] for at in range(top, self.emulator.screen.lines - 2))
        return "".join("".join(char.data for char in row).strip(f"{EDGES} ") for row in rows)

    def code(self) -> str:
        """The code of the newest message, read off the phone on the screen."""
        form = re.compile(r"動態碼\s*([0-9]{4,8})，2分鐘內有效")
        self.wait_for(lambda: self.emulator.find(self.word(PANE)) is not None and bool(form.search(self.pane())))
        found = form.search(self.pane())
        assert found is not None
        return found[1]

    def since(self, mark: int) -> bytes:
        """Everything that was written to the terminal since it had written `mark` bytes."""
        return bytes(self.output[mark:])

    # --- walking: each begins at its step, and the wizard then leaves it --------------------------------------------

    def begin(self) -> None:
        """The first screen."""
        self.shows(("您要從哪裡開始？", "Where do you want to begin?"))
        self.ready()
        self.press("enter")

    def preflight(self) -> None:
        """All is in hand."""
        self.at("preflight")
        self.press("enter")

    def sign_in(self) -> None:
        """By Enter from field to field, once the picture has come."""
        self.at("sign_in")
        self.shows(PICTURE)
        self.ready()
        self.send(f"{EMPLOYEE_ID}\r{DEFAULT}\r{self.ask('picture')}\r")

    def portal_password(self) -> None:
        """The old one is still known."""
        self.at("portal_password")
        self.send(f"{PORTAL}\r{PORTAL}\r")

    def contact(self) -> None:
        """The number is right; a name stays empty, which is asked about."""
        self.at("contact")
        self.press("enter", "space", "enter")
        self.shows(("這只是提醒", "only advice"))
        self.ready()
        self.press("enter")

    def regulations(self) -> None:
        """Read to the end, page by page, then agree."""
        self.at("regulations")
        while self.word(PLACES["send_code"].title) not in self.text():
            self.pressed("enter")
            if any(each in self.text() for each in ("按空白鍵勾選", "press Space to tick")):
                self.pressed("space")

    def send_code(self) -> None:
        """By text message, to the number of the contact details, for this ID."""
        self.at("send_code")
        self.press("enter")

    def enter_code(self) -> None:
        """The code of the message on the phone."""
        self.at("enter_code")
        self.send(self.code())
        self.press("enter")

    def account(self) -> None:
        """All of it is right."""
        self.at("account")
        self.press("enter")

    def alias(self) -> None:
        """A mail name and a cloud password."""
        self.at("alias")
        self.send(f"{ALIAS}\r{CLOUD}\r{CLOUD}\r")

    def alias_again(self) -> None:
        """The mail name again."""
        self.at("alias_again")
        self.send(f"{ALIAS}\r")

    def walk(self, upto: str) -> str:
        """From the first screen to this step; what then stands there."""
        self.begin()
        for step in PLACES:
            if step == upto:
                break
            getattr(self, step)()
        return self.at(upto)

    # --- afterwards -----------------------------------------------------------------------------------------------

    def ended(self) -> int:
        """Wait for the end; the terminal must then be as it was. The exit status."""
        status = self.wait_for_exit()
        assert self.emulator.modes - {7} == {25}, "the alternate screen, the mouse or a mode was left on"
        assert attributes(self.program._terminal) == fresh_attributes()
        return status


def attributes(terminal: int) -> list[Any]:
    """How the terminal treats keys and output."""
    import termios

    return termios.tcgetattr(terminal)


def fresh_attributes() -> list[Any]:
    """The same of a terminal that no program has touched."""
    outside, inside = os.openpty()
    try:
        return attributes(outside)
    finally:
        os.close(outside)
        os.close(inside)

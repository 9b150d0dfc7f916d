"""A pupil of a class in headless Chromium: takes a seat, walks with the keyboard, and clicks where a person would."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ntuh_onboard.backend.site.stage_client import StageClient
from ntuh_onboard.backend.stage import Persona
from ntuh_onboard.classroom.seat_stage import PUPIL
from ntuh_onboard.common.secret import Secret
from tests.chromium.window import Window
from tests.classroom.seated import LETTERS, place
from tests.serve.server import ROOT
from tests.serve.tab import WebStudent
from tests.terminal.harness import NeverCame, plain_environment
from tests.terminal.student import ALIAS, BUSY, CLOUD, PICTURE, PLACES, PORTAL, Said

PHONE = (390, 780)
QUIET = 1.0
"""Seconds in which a page that is on its way would have begun to be drawn."""
PAGES = 12
"""More Enters than the regulations take in any window."""
AGAIN = 3.0
"""Seconds after which a person presses Enter again where nothing has happened."""


class Pupil(WebStudent):
    """One seat's wizard in a browser; the code is read off the pupil's own phone page.

    Attributes:
        line: the stage of the class's hospital.
        phone: the window of the phone.
        person: whom the pupil plays, where it is known.

    """

    def __init__(
        self, window: Window, address: str, line: StageClient, phone: Window, person: Persona | None = None
    ) -> None:
        super().__init__(window, address, Path("none"), "zh-TW")
        self.line, self.phone, self.person = line, phone, person
        self.places = {key: place(key) for key in PLACES}
        self.mail_name = f"{ALIAS}{person.employee_id.translate(LETTERS)}" if person else ALIAS

    def ask(self, question: str) -> Any:
        """What the picture says: one pupil asks for pictures at a time."""
        return self.line.picture_text() if question == "picture" else None

    def code(self) -> str:
        """What the phone page shows."""
        return self._on_phone(r"動態碼\s*([0-9]{6})", "messages")

    def app_code(self) -> str:
        """What the app on the phone page shows."""
        return self._on_phone(r"([0-9]{6})", "app")

    def _on_phone(self, form: str, where: str) -> str:
        found: list[str] = []

        def shown() -> bool:
            found[:] = re.findall(form, str(self.phone.run(f"document.getElementById('{where}').innerText")))
            return bool(found)

        self.phone.wait(shown, f"{form} on the phone page")
        return found[0]

    def click(self, label: str, below: int = 0) -> None:
        """Click what bears this label, where it stands on the terminal, or so many rows below it."""
        row, column = self.emulator.find(label) or self._nowhere(label)
        row += below
        left, top, width, height = self.window.run(
            "(box => [box.left, box.top, box.width, box.height])"
            "(document.querySelector('.xterm-screen').getBoundingClientRect())"
        )
        screen = self.emulator.screen
        at = {"x": left + (column + 0.5) * width / screen.columns, "y": top + (row + 0.5) * height / screen.lines}
        for kind in ("mousePressed", "mouseReleased"):
            self.window.ask("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **at)

    def _nowhere(self, label: str) -> tuple[int, int]:
        raise NeverCame(f"{label} is not on the screen:\n{self.text()}")

    def enter_until(self, so: Callable[[], bool]) -> None:
        """Press Enter, and again where it was not taken, as right after a card that came unasked."""
        while not so():
            self.ready()
            if so():
                return
            self.send("\r")
            end = time.monotonic() + AGAIN
            while time.monotonic() < end and not so():
                self._take(0.1)

    def is_at(self, step: str) -> bool:
        """Whether this step is on the screen, and nothing is under way."""
        text = self.text()
        return self.word(self.places[step].title) in text and self.word(BUSY) not in text

    def at(self, step: str) -> str:
        """Wait for this step as in a terminal, and for all of its frame: it comes in pieces over the line."""
        place = self.places[step]
        for each in (self.banner, place.title):
            self.shows(each)
        self.wait_for(re.compile(rf"[▸>] ?{place.mark} {self.word(place.name)}"))
        return super().at(step)

    # --- walking --------------------------------------------------------------------------------------------------

    def sign_in(self, password: str = "") -> None:
        """With what the slip of the seat says, or with this password."""
        assert self.person is not None
        self.at("sign_in")
        self.shows(PICTURE)
        self.ready()
        self.send(f"{self.person.employee_id}\r{password or self.person.password.reveal()}\r{self.ask('picture')}\r")

    def type_picture(self) -> None:
        """Click the field of the picture code, and type what the picture says."""
        self.click("「驗證碼」", below=1)
        self.send(f"{self.ask('picture')}\r")

    def regulations(self) -> None:
        """Read to the end, page by page, then tick and agree; one Enter more would send the code."""
        self.at("regulations")
        for _ in range(PAGES):
            if self.is_at("send_code"):
                return
            if "按空白鍵勾選" in self._seen_after("\r"):
                self._seen_after(" ")

    def _seen_after(self, key: str) -> str:
        """Press a key that changes what is seen, and wait until a page that is on its way would have come."""
        before = self.ready()
        self.send(key)
        self.wait_for(lambda: self.text() != before)
        return self.settle(QUIET)

    def enter_code(self) -> None:
        """The code of the message on the phone."""
        self.at("enter_code")
        self.send(f"{self.code()}\r")

    def portal_password(self) -> None:
        """The old one is still known."""
        self.at("portal_password")
        self.send(f"{PORTAL}\r{PORTAL}\r")

    def alias(self) -> None:
        """A mail name of one's own and a cloud password."""
        self.at("alias")
        self.send(f"{self.mail_name}\r{CLOUD}\r{CLOUD}\r")

    def alias_again(self) -> None:
        """The mail name again."""
        self.at("alias_again")
        self.send(f"{self.mail_name}\r")

    def refused(self, said: Said) -> None:
        """Wait for this refusal, and until keys are taken again."""
        self.shows(said)
        self.ready()


@contextmanager
def lesson(folder: Path, *options: str) -> Iterator[tuple[str, str, StageClient]]:
    """The class's URL, the board's, and the line to its hospital."""
    stage, board = folder / "stage.json", folder / "board"
    command = [sys.executable, "-m", "tests.classroom.class_program", str(stage), "class", "--board-file", str(board)]
    command += options
    environment = plain_environment(folder, PYTHONPATH=str(ROOT), PYTHONUTF8="1")
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, env=environment, cwd=ROOT, text=True, encoding="utf-8"
    ) as process:
        try:
            assert process.stdout is not None
            url = next(found[1] for line in process.stdout if (found := re.search(r"(http://\S+/)$", line.strip())))
            while "Ctrl+C" not in process.stdout.readline():
                pass
            told = json.loads(stage.read_text(encoding="utf-8"))
            yield url, board.read_text(encoding="utf-8").strip(), StageClient(told["stage"], Secret(told["token"]))
        finally:
            process.terminate()
            process.wait(30)


def sit_down(window: Window, url: str, seat: int = 1) -> None:
    """Choose this seat on the front page."""
    window.go(url)
    window.run(f"document.querySelectorAll('form button')[{seat - 1}].click()")
    window.wait(lambda: window.run("location.pathname") == "/seat", "the seat")


def token(window: Window, url: str) -> str:
    """What names the seat that this browser has taken."""
    cookies = window.ask("Network.getCookies", urls=[url])["cookies"]
    return next(str(each["value"]) for each in cookies if each["name"] == PUPIL)

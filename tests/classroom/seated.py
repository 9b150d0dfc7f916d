"""A pupil of a class in a terminal of their own."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ntuh_onboard.backend.stage import Persona
from ntuh_onboard.classroom.seat_stage import SeatFile
from tests.patience import PATIENCE
from tests.terminal.harness import Target, Terminal, plain_environment
from tests.terminal.student import ALIAS, CLOUD, NAME, PHONE, PLACES, PORTAL, ROOT, SMALL, Look, Place, Student

AGAIN = 5.0
"""Seconds after which somebody presses a key again that a busy wizard has not taken."""
LETTERS = str.maketrans("0123456789", "abcdefghjk")
"""Digits would be advised against, since some look like letters."""


class SeatedStudent(Student):
    """One pupil's wizard, over HTTP, with the phone inside it.

    seat: the seat's file. text_of: gives the text of the picture with this SHA-256. patience: seconds for any screen.
    """

    def __init__(
        self,
        folder: Path,
        number: int,
        seat: Path,
        text_of: Callable[[str], str],
        look: Look = SMALL,
        *,
        patience: float = PATIENCE,
    ) -> None:
        self.look, self.lang = look, look.lang
        self.text_of, self.patience = text_of, patience
        self.number, self.person = number, SeatFile.read(seat).person
        self.digest = folder / "digest"
        self.socket = f"{folder}/keys"
        self.mail_name = f"{ALIAS}.{str(number).translate(LETTERS)}"
        self.places = {key: place(key, self.person, self.mail_name) for key in PLACES}
        program = [sys.executable, "-m", "tests.classroom.seated_program", str(self.digest), self.socket]
        Terminal.__init__(
            self,
            [*program, "demo", "--seat", str(seat), "--lang", look.lang],
            columns=look.columns,
            rows=look.rows,
            environment=plain_environment(folder, PYTHONPATH=str(ROOT)),
            folder=folder,
        )

    def ask(self, question: str) -> Any:
        """The text of the picture that this wizard shows."""
        assert question == "picture"
        end = time.monotonic() + self.patience
        while not self.digest.exists():  # on a crowded computer the step stands there long before its picture
            assert time.monotonic() < end, "no picture came"
            self._take(0.05)
        text = self.text_of(self.digest.read_text(encoding="ascii"))
        assert text
        return text

    def wait_for(self, target: Target, timeout: float | None = None) -> str:
        """As patient as a class on one computer needs."""
        return super().wait_for(target, self.patience if timeout is None else timeout)

    def wait_for_exit(self, timeout: float | None = None) -> int:
        """The same."""
        return super().wait_for_exit(self.patience if timeout is None else timeout)

    def leave(self) -> int:
        """Enter on the last screen, again where the sign-outs were under way; the exit status.

        A key that is not taken would otherwise be waited for until the wizard ends by itself, five minutes later.
        """
        again = 0.0
        while self._take(0.1):
            if time.monotonic() >= again:
                self.press("enter")
                again = time.monotonic() + AGAIN
        return self.ended()

    def sign_in(self) -> None:
        """With the default password of this seat."""
        self.at("sign_in")
        person = self.person
        self.send(f"{person.employee_id}\r{person.password.reveal()}\r{self.ask('picture')}\r")

    def portal_password(self) -> None:
        """The old one is still known."""
        self.at("portal_password")
        self.send(f"{PORTAL}{self.number}\r{PORTAL}{self.number}\r")

    def walk_all(self) -> None:
        """From the first screen to the last."""
        self.begin()
        for step in PLACES:
            if step == "alias":
                self.at(step)
                self.send(f"{self.mail_name}\r{CLOUD}\r{CLOUD}\r")
            elif step == "alias_again":
                self.at(step)
                self.send(f"{self.mail_name}\r")
            elif step == "done":
                self.at(step)
            else:
                getattr(self, step)()


def place(key: str, person: Persona | None = None, mail_name: str = "") -> Place:
    """The same place with what this person sees; without one, without the words of any person."""
    found = PLACES[key]
    if person is None:
        return Place(found.title, found.mark, found.name)
    own = {NAME: person.name, PHONE: person.phone, PHONE[-3:]: person.phone[-3:], ALIAS: mail_name}
    words = () if key == "regulations" else found.words
    return Place(found.title, found.mark, found.name, tuple((_of(zh, own), _of(en, own)) for zh, en in words))


def _of(said: str, own: Mapping[str, str]) -> str:
    """Each of these words replaced by one's own; the longest first, since one holds another."""
    for before, after in own.items():
        said = said.replace(before, after)
    return said

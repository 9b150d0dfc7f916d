"""One pupil's part of the stage, over HTTP: the own person and phone; standard library only.

The wizard's phone looks four times a second and must not wait, so a thread fetches and the newest answer is shown.
Everything else that a trainer may do is refused here.
"""

from __future__ import annotations

import json
import threading
import time
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from ntuh_onboard.backend.stage import Carrier, Condition, Fault, Message, Persona, Waiting
from ntuh_onboard.common import private_files
from ntuh_onboard.common.clock import Clock
from ntuh_onboard.common.errors import NotPractice, OnboardError
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.screens.base.class_line import ClassNews

PUPIL = "class_pupil"
"""The name of a pupil's cookie."""
_TIMEOUT, _EVERY, _LIMIT = 5, 1.0, 256 * 1024


class SeatError(OnboardError):
    """The file of a seat cannot be used; the message names the file."""


@dataclass(frozen=True, slots=True)
class SeatFile:
    """What a wizard at this seat needs.

    Attributes:
        person: the invented person.
        servers: the addresses of the hospital's sites.
        phone: the address of the phone, without the token.
        token: the pupil's token, sent in a cookie only.
        reached: the steps that the hospital has seen this person finish.
        messages: how many messages the person's phone was sent.

    """

    person: Persona
    servers: Mapping[str, str]
    phone: str
    token: Secret
    reached: tuple[str, ...] = ()
    messages: int = 0

    def agent(self, usual: str) -> str:
        """Return how the seat's wizard names itself to the simulated hospital, which tells pupils apart by it."""
        return f"{usual} class-seat/{self.person.employee_id}"

    def write(self, path: Path) -> None:
        """Write the file, readable by this user only."""
        told: dict[str, Any] = {"person": self.person.row(), "servers": dict(self.servers), "phone": self.phone}
        told |= {"reached": self.reached, "messages": self.messages}
        private_files.write(path, json.dumps({**told, "token": self.token.reveal()}))

    @classmethod
    def read(cls, path: Path) -> SeatFile:
        """Read a file; raises SeatError."""
        try:
            table = json.loads(path.read_text(encoding="utf-8"))
            person, token = Persona.of_row(table["person"]), Secret(table["token"])
            reached, messages = tuple(table["reached"]), int(table["messages"])
            return cls(person, table["servers"], table["phone"], token, reached, messages)
        except (OSError, ValueError, KeyError, TypeError):
            raise SeatError(f"{path}: is no file of a seat in a class") from None


class _NotMine:
    """Refuses what only a trainer may do."""

    def inject(self, verb: str, fault: Fault, times: int = 1) -> None:
        """Refuse."""
        self._refuse()

    def carrier(self, behaviour: Carrier, times: int | None = None) -> None:
        """Refuse."""
        self._refuse()

    def befall(self, employee_id: str, condition: Condition) -> None:
        """Refuse."""
        self._refuse()

    def waiting(self) -> tuple[Waiting, ...]:
        """Return nothing: a pupil cannot see it."""
        return ()

    def disarm(self) -> None:
        """Refuse."""
        self._refuse()

    def switch(self, name: str, value: object) -> None:
        """Refuse."""
        self._refuse()

    def rate(self, times: float) -> None:
        """Refuse."""
        self._refuse()

    def jump(self, seconds: float) -> None:
        """Refuse."""
        self._refuse()

    def reset(self) -> None:
        """Refuse."""
        self._refuse()

    @staticmethod
    def _refuse() -> NoReturn:
        raise NotPractice


class SeatStage(_NotMine):
    """`Stage` for one pupil of a class; the wizard's process, and this with it, serves only that pupil.

    clock: the wizard's, to which the times of messages are converted.
    """

    def __init__(self, seat: SeatFile, clock: Clock) -> None:
        self._seat = seat
        self._clock = clock
        self._told: dict[str, Any] = {"messages": [], "authenticator": ""}
        self._at = clock.elapsed()
        # No proxy: nobody's messages should pass through one.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        threading.Thread(target=self._look, name="phone", daemon=True).start()

    def people(self) -> tuple[Persona, ...]:
        """Return the pupil only, with the portal password that is in force, if the class knows it."""
        told = self._told.get("password")
        return (self._seat.person if told is None else replace(self._seat.person, password=Secret(told)),)

    def messages(self, phone: str) -> tuple[Message, ...]:
        """Return what the pupil's own phone showed when it was fetched last."""
        if phone != self._seat.person.phone:
            return ()
        return tuple(
            Message(each["number"], phone, each["text"], self._at - each["sent"], self._at - each["arrived"])
            for each in self._told["messages"]
        )

    def authenticator_code(self, employee_id: str) -> Secret | None:
        """Return the pupil's own code."""
        code = self._told["authenticator"] if employee_id == self._seat.person.employee_id else ""
        return Secret(code) if code else None

    def picture_text(self) -> str:
        """Return nothing: a pupil reads the picture."""
        return ""

    def commits(self) -> Mapping[str, int]:
        """Return nothing: only the board counts."""
        return {}

    def news(self) -> ClassNews:
        """Return what the class last said to this seat."""
        told = self._told.get("news", {})
        return ClassNews(**{each: told[each] for each in ("paused", "hand", "note", "number") if each in told})

    def raise_hand(self, *, up: bool) -> None:
        """Raise the pupil's hand, or lower it; shown at once, and kept if the class hears of it."""
        self._told = {**self._told, "news": {**self._told.get("news", {}), "hand": up}}
        self._tell(f"/hand/{int(up)}")

    def confirm(self, number: int) -> None:
        """Tell that a message was read."""
        self._tell(f"/read/{number}")

    def _tell(self, path: str) -> None:
        """Post to the class from a thread of its own; what does not arrive is not repeated."""
        base = "{0.scheme}://{0.netloc}".format(urlsplit(self._seat.phone))
        headers = {"Cookie": f"{PUPIL}={self._seat.token.reveal()}", "Origin": base}
        request = urllib.request.Request(base + path, b"", headers)  # noqa: S310  # the class's own address

        def post() -> None:
            with suppress(OSError), self._opener.open(request, timeout=_TIMEOUT):
                pass

        threading.Thread(target=post, name="class", daemon=True).start()

    def _look(self) -> None:
        request = urllib.request.Request(  # noqa: S310  # the class's own address, from the seat's file
            self._seat.phone, headers={"Cookie": f"{PUPIL}={self._seat.token.reveal()}"}
        )
        while True:
            try:
                with self._opener.open(request, timeout=_TIMEOUT) as answer:
                    told = json.loads(answer.read(_LIMIT))
                self._at, self._told = self._clock.elapsed(), told
            except (OSError, ValueError):  # the class's computer does not answer: keep what the phone has shown
                pass
            time.sleep(_EVERY)

"""Client for the stage of a simulator server in another process; for practice and tests, standard library only."""

from __future__ import annotations

import hashlib
import json
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ntuh_onboard.backend.stage import Carrier, Condition, Fault, Message, Persona, Waiting
from ntuh_onboard.common.errors import OnboardError
from ntuh_onboard.common.secret import Secret

_TIMEOUT = 10
_LIMIT = 4 * 1024 * 1024


class StageUnreachable(OnboardError):
    """The simulator server did not answer, or does not accept this token."""


class StageLine:
    """Calls verbs of the stage by name; `StageClient` gives their values types."""

    def __init__(self, url: str, token: Secret, ca_file: Path | None) -> None:
        self.url = url.rstrip("/")
        self._token = token
        # Reading the system's authorities takes 20 ms, and without https nobody asks for them.
        https = self.url.startswith("https:")
        context = ssl.create_default_context(cafile=ca_file) if https else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        # No proxy: neither the token nor anybody's messages should pass through one.
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context)
        )

    def ask(self, verb: str, /, **arguments: object) -> Any:
        """Call a verb of the stage by name (also `arm`, `layout`, `judged`); raises StageUnreachable, ValueError."""
        request = urllib.request.Request(  # noqa: S310  # the address is the trainer's own setting
            f"{self.url}/stage/{verb}",
            json.dumps(arguments).encode(),
            {"Content-Type": "application/json", "X-Trainer-Token": self._token.reveal()},
            method="POST",
        )
        try:
            with self._opener.open(request, timeout=_TIMEOUT) as answer:
                return json.loads(answer.read(_LIMIT))["value"]
        except urllib.error.HTTPError as error:
            with error:
                told = json.loads(error.read(_LIMIT) or b"{}").get("error", "")
            if error.code == 400:
                raise ValueError(told) from None
            raise StageUnreachable(told) from None
        except OSError as error:
            raise StageUnreachable(type(error).__name__) from None


class MishapsClient(StageLine):
    """`Mishaps` and `Wire` over HTTP."""

    def inject(self, verb: str, fault: Fault, times: int = 1) -> None:
        """Arm a fault for the next requests of a verb."""
        self.ask("inject", verb=verb, fault=fault.value, times=times)

    def carrier(self, behaviour: Carrier, times: int | None = None) -> None:
        """Set what the text-message network does with the next `times` messages, or from now on."""
        self.ask("carrier", behaviour=behaviour.value, times=times)

    def befall(self, employee_id: str, condition: Condition) -> None:
        """Bring an account into this condition; ValueError if nobody has this ID."""
        self.ask("befall", employee_id=employee_id, condition=condition.value)

    def arm(self, request: str, trouble: str, times: int = 1) -> None:
        """Make the next requests of this kind (`Q1` to `Q12`) meet a trouble (`F1` to `F10`); ValueError if unknown."""
        self.ask("arm", request=request, trouble=trouble, times=times)

    def waiting(self) -> tuple[Waiting, ...]:
        """Return what is armed and has not been met yet, by anybody."""
        return tuple(Waiting(**row) for row in self.ask("waiting"))

    def disarm(self) -> None:
        """Cancel everything that is armed."""
        self.ask("disarm")


class StageClient(MishapsClient):
    """`Stage` over HTTP.

    Args:
        url: the stage's address as the server prints it.
        token: the trainer's token.
        ca_file: the server's own authority, if it speaks https.
        seen: returns the picture that this student was shown last, so that `picture_text` is about that one rather
            than the newest of all.

    """

    def __init__(
        self, url: str, token: Secret, ca_file: Path | None = None, seen: Callable[[], bytes] | None = None
    ) -> None:
        super().__init__(url, token, ca_file)
        self._seen = seen

    def people(self) -> tuple[Persona, ...]:
        """Return everybody on the roster."""
        return tuple(map(Persona.of_row, self.ask("people")))

    def messages(self, phone: str) -> tuple[Message, ...]:
        """Return the messages that have arrived on this phone so far; times are on the server's clock."""
        return tuple(Message(**row) for row in self.ask("messages", phone=phone))

    def authenticator_code(self, employee_id: str) -> Secret | None:
        """Return the code that this person's authenticator shows now, or None."""
        shown = self.ask("authenticator_code", employee_id=employee_id)
        return None if shown is None else Secret(shown)

    def picture_text(self) -> str:
        """Return the text of the picture shown last."""
        picture = self._seen() if self._seen else b""
        text: str = self.ask("picture_text", picture=hashlib.sha256(picture).hexdigest() if picture else "")
        return text

    def switch(self, name: str, value: object) -> None:
        """Set a switch of the hospital; ValueError if it is unknown."""
        self.ask("switch", name=name, value=value)

    def commits(self) -> Mapping[str, int]:
        """Return how often each commit took effect."""
        counts: Mapping[str, int] = self.ask("commits")
        return counts

    def rate(self, times: float) -> None:
        """Let time pass `times` times as fast."""
        self.ask("rate", times=times)

    def jump(self, seconds: float) -> None:
        """Put the clock forward."""
        self.ask("jump", seconds=seconds)

    def reset(self) -> None:
        """Restore the initial state."""
        self.ask("reset")

"""Sign hidden state so that only this server can have written it, and check what comes back with it.

View state is signed, bound to the browser's session and to its page, and valid for one form only (N-06). Event
validation refuses what the page did not offer: other names, choices or buttons, or a name twice (P-12).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from ntuh_onboard.backend.site.parts import Offers

HIDDEN = ("__VIEWSTATE", "__VIEWSTATEGENERATOR", "__EVENTVALIDATION", "__EVENTTARGET", "__EVENTARGUMENT")
TOKEN = "__RequestVerificationToken"  # noqa: S105  # the name of a field
ASYNC = ("__ASYNCPOST", "ScriptManager1")
_HEAD = b"\xff\x01"  # so that it begins like the real ones: /wE
_MAC = 32


class Seal:
    """Signs with a key that exists as long as this server."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def close(self, text: str, *bound: str) -> str:
        """Sign `text`, bound to these values."""
        body = _HEAD + text.encode()
        return base64.b64encode(body + self._mac(body, bound)).decode()

    def open(self, sealed: str, *bound: str) -> str | None:
        """Return the text that was signed with exactly these values; None for anything else."""
        try:
            raw = base64.b64decode(sealed.encode("ascii"), validate=True)
        except (binascii.Error, UnicodeEncodeError):
            return None
        body, mac = raw[:-_MAC], raw[-_MAC:]
        if not body.startswith(_HEAD) or not hmac.compare_digest(mac, self._mac(body, bound)):
            return None
        return body[len(_HEAD) :].decode(errors="replace")

    def _mac(self, body: bytes, bound: Sequence[str]) -> bytes:
        return hmac.digest(self._key, json.dumps(bound).encode() + b"\0" + body, "sha256")


def digest(offers: Offers) -> str:
    """Return a short fingerprint of what a form offered."""
    return hashlib.sha256(json.dumps(asdict(offers), sort_keys=True).encode()).hexdigest()


def generator(page: str) -> str:
    """Return `__VIEWSTATEGENERATOR`: eight digits that identify the page's class."""
    return hashlib.sha256(page.encode()).hexdigest()[:8].upper()


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it came back.

    Attributes:
        values: what was filled in, by key.
        pressed: the key of the only button or event.
        argument: the argument of the event.
        wrong: the names that are refused.
        changed: the keys of the controls whose value has changed.
        alone: whether a panel sent the form by itself.

    """

    values: dict[str, str]
    pressed: str = ""
    argument: str = ""
    wrong: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    alone: bool = False


def judge(pairs: Sequence[tuple[str, str]], offers: Offers) -> Filled:
    """Compare what came back with what was offered."""
    sent = dict(pairs)
    names = [name for name, _ in pairs]
    wrong = [name for at, name in enumerate(names) if name in names[:at]]
    event = "|".join([sent.pop("__EVENTTARGET", ""), sent.pop("__EVENTARGUMENT", "")])
    alone = sent.get(ASYNC[0]) == "true"
    for name in (*HIDDEN, TOKEN):
        sent.pop(name, None)
    pressed = _pressed(sent, offers)
    wrong += _not_offered(sent, offers)
    argument = ""
    if event != "|":
        if event not in offers.events or pressed:
            wrong.append("__EVENTTARGET")
        pressed, argument = [offers.events.get(event, "")], event.partition("|")[2]
    if len(pressed) > 1:
        wrong.append("submitter")
    keys = {**offers.keys, **offers.free}
    values = {keys[name]: value for name, value in sent.items() if name in keys}
    changed = tuple(key for name, key in keys.items() if name in sent and sent[name] != offers.shown.get(name, ""))
    return Filled(values, pressed[0] if pressed else "", argument, tuple(dict.fromkeys(wrong)), changed, alone)


def _not_offered(sent: Mapping[str, str], offers: Offers) -> Iterator[str]:
    """Yield the names that were not offered, that are missing, or whose value was not offered."""
    allowed = {**offers.fixed, **offers.optional}
    yield from (name for name in sent if name not in allowed and name not in offers.free)
    yield from (name for name in (*offers.free, *offers.fixed) if name not in sent)
    yield from (name for name, values in allowed.items() if name in sent and sent[name] not in values)


def _pressed(sent: dict[str, str], offers: Offers) -> list[str]:
    """Take the buttons out of the pairs and return their keys; an image button is sent as a pair of coordinates."""
    found = []
    for name, key in offers.buttons.items():
        image = [sent.pop(f"{name}.{axis}", None) for axis in "xy"]
        plain = sent.pop(name, None)
        if plain is not None or all(each is not None and each.isascii() and each.isdigit() for each in image):
            found.append(key)
    return found

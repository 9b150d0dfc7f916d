"""The simulated text-message network: telephones, delays, and a carrier that may block company messages (J5.5).

It is no part of the hospital. It holds the words of messages, which the hospital does not keep, in this process only.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from dataclasses import dataclass, field

from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.backend.hospital.invented import SPARE_PHONE
from ntuh_onboard.backend.stage import MESSAGE, Carrier, Message, Waiting


@dataclass(slots=True)
class Network:
    """Brings messages to telephones.

    carrier: what it does with the messages that are sent from now on, but for those that `next` has another fate for.
    """

    figures: Figures
    carrier: Carrier = Carrier.DELIVERS
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _next: list[Carrier] = field(default_factory=list)
    _messages: list[Message] = field(default_factory=list, repr=False)
    _sent: dict[str, int] = field(default_factory=dict)

    def send(self, phone: str, text: str, now: float) -> None:
        """Take a message; `{number}` in it becomes its number among those to this phone, blocked ones counted too."""
        with self._lock:
            number = self._sent[phone] = self._sent.get(phone, 0) + 1
            fate = self._next.pop(0) if self._next else self.carrier
            if fate is Carrier.BLOCKS:
                return
            late = self.figures.late_by if fate is Carrier.LATE else 0
            arrives = now + self.figures.message_delay + late
            to = SPARE_PHONE if fate is Carrier.WRONG_NUMBER else phone
            told = _another_code(text) if fate is Carrier.WRONG_CODE else text
            self._messages.append(Message(number, to, told.format(number=number), now, arrives))

    def next(self, behaviour: Carrier, times: int) -> None:
        """Let so many messages meet this, after those that wait for another fate already."""
        with self._lock:
            self._next.extend([behaviour] * times)

    def waiting(self) -> tuple[Waiting, ...]:
        """The fates that no message has met yet."""
        with self._lock:
            return tuple(Waiting(MESSAGE, fate.value, times) for fate, times in Counter(self._next).items())

    def deliver(self) -> None:
        """Whatever is sent from now on arrives."""
        with self._lock:
            self._next.clear()
            self.carrier = Carrier.DELIVERS

    def arrived(self, phone: str, now: float) -> tuple[Message, ...]:
        """The messages on this telephone by now, in the order in which they came."""
        with self._lock:
            here = [each for each in self._messages if each.phone == phone and each.arrived_at <= now]
        return tuple(sorted(here, key=lambda each: each.arrived_at))

    def wipe(self, phone: str) -> None:
        """No message was ever sent to this telephone."""
        with self._lock:
            self._messages[:] = [each for each in self._messages if each.phone != phone]
            self._sent.pop(phone, None)

    def clear(self) -> None:
        """No message was ever sent, and the carrier delivers."""
        with self._lock:
            self._messages.clear()
            self._sent.clear()
        self.deliver()


def _another_code(text: str) -> str:
    """The same message with a code that does not count: every digit is the next one."""
    following = str.maketrans("0123456789", "1234567890")
    return re.sub(r"[0-9]{4,8}", lambda found: found[0].translate(following), text)

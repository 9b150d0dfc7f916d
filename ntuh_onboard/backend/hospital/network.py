"""The simulated text-message network: phones, delays, and a carrier that may block company messages (J5.5).

It is not part of the hospital. It holds the texts of messages, which the hospital does not keep, in this process only.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.backend.hospital.invented import SPARE_PHONE
from ntuh_onboard.backend.stage import MESSAGE, Carrier, Message, Waiting


@dataclass(slots=True)
class Network:
    """Delivers messages to phones.

    Attributes:
        figures: how long a message takes.
        carrier: what happens to messages from now on, except those for which `next` has set something else.
        met: called with the number and the fate of a message for which `next` had set one.

    """

    figures: Figures
    carrier: Carrier = Carrier.DELIVERS
    met: Callable[[str, Carrier], None] = lambda phone, fate: None
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _next: dict[str, list[Carrier]] = field(default_factory=dict)
    _messages: list[Message] = field(default_factory=list, repr=False)
    _sent: dict[str, int] = field(default_factory=dict)

    def send(self, phone: str, text: str, now: float) -> None:
        """Accept a message; `{number}` in it becomes its number among those to this phone, including blocked ones."""
        with self._lock:
            number = self._sent[phone] = self._sent.get(phone, 0) + 1
            fate = self._fate(phone)
            if fate is Carrier.BLOCKS:
                return
            late = self.figures.late_by if fate is Carrier.LATE else 0
            arrives = now + self.figures.message_delay + late
            to = SPARE_PHONE if fate is Carrier.WRONG_NUMBER else phone
            told = _another_code(text) if fate is Carrier.WRONG_CODE else text
            self._messages.append(Message(number, to, told.format(number=number), now, arrives))

    def _fate(self, phone: str) -> Carrier:
        """Return what happens to the next message to this number: what is set for it, or for any, or what is usual."""
        waiting = self._next.get(phone) or self._next.get("")
        if not waiting:
            return self.carrier
        fate = waiting.pop(0)
        self.met(phone, fate)
        return fate

    def sent(self, phone: str) -> int:
        """Return how many messages were sent to this phone, including those that were blocked."""
        with self._lock:
            return self._sent.get(phone, 0)

    def next(self, behaviour: Carrier, times: int, phone: str = "") -> None:
        """Set what happens to the next `times` messages, to this number or any, after those for which it is set."""
        with self._lock:
            self._next.setdefault(phone, []).extend([behaviour] * times)

    def as_usual(self, phone: str) -> None:
        """Take back what is set for the next messages to this number."""
        with self._lock:
            self._next.pop(phone, None)

    def waiting(self) -> tuple[Waiting, ...]:
        """Return what is set for coming messages."""
        with self._lock:
            counts = Counter(fate for waiting in self._next.values() for fate in waiting)
        return tuple(Waiting(MESSAGE, fate.value, times) for fate, times in counts.items())

    def deliver(self) -> None:
        """Deliver all messages from now on."""
        with self._lock:
            self._next.clear()
            self.carrier = Carrier.DELIVERS

    def arrived(self, phone: str, now: float) -> tuple[Message, ...]:
        """Return the messages that have arrived on this phone so far, in the order of their arrival."""
        with self._lock:
            here = [each for each in self._messages if each.phone == phone and each.arrived_at <= now]
        return tuple(sorted(here, key=lambda each: each.arrived_at))

    def wipe(self, phone: str) -> None:
        """Forget all messages that were sent to this phone."""
        with self._lock:
            self._messages[:] = [each for each in self._messages if each.phone != phone]
            self._sent.pop(phone, None)

    def clear(self) -> None:
        """Forget all messages, and deliver from now on."""
        with self._lock:
            self._messages.clear()
            self._sent.clear()
        self.deliver()


def _another_code(text: str) -> str:
    """Return the same message with a code that is not valid: every digit is replaced by the next one."""
    following = str.maketrans("0123456789", "1234567890")
    return re.sub(r"[0-9]{4,8}", lambda found: found[0].translate(following), text)

"""The simulated text-message network: telephones, delays, and a carrier that may block company messages (J5.5).

It is no part of the hospital. It holds the words of messages, which the hospital does not keep, in this process only.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.backend.hospital.invented import SPARE_PHONE
from ntuh_onboard.backend.stage import Carrier, Message


@dataclass(slots=True)
class Network:
    """Brings messages to telephones. carrier: what it does with the messages that are sent from now on."""

    figures: Figures
    carrier: Carrier = Carrier.DELIVERS
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _messages: list[Message] = field(default_factory=list, repr=False)
    _sent: dict[str, int] = field(default_factory=dict)

    def send(self, phone: str, text: str, now: float) -> None:
        """Take a message; `{number}` in it becomes its number among those to this phone, blocked ones counted too."""
        with self._lock:
            number = self._sent[phone] = self._sent.get(phone, 0) + 1
            if self.carrier is Carrier.BLOCKS:
                return
            late = self.figures.late_by if self.carrier is Carrier.LATE else 0
            arrives = now + self.figures.message_delay + late
            to = SPARE_PHONE if self.carrier is Carrier.WRONG_NUMBER else phone
            self._messages.append(Message(number, to, text.format(number=number), now, arrives))

    def arrived(self, phone: str, now: float) -> tuple[Message, ...]:
        """The messages on this telephone by now, in the order in which they came."""
        with self._lock:
            here = [each for each in self._messages if each.phone == phone and each.arrived_at <= now]
        return tuple(sorted(here, key=lambda each: each.arrived_at))

    def clear(self) -> None:
        """No message was ever sent, and the carrier delivers."""
        with self._lock:
            self._messages.clear()
            self._sent.clear()
            self.carrier = Carrier.DELIVERS

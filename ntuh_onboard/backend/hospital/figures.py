"""Every figure and every switch of the simulated hospital, in two values.

They are the simulated hospital's own: what the real sites do is unknown, and the client assumes none of them
(security.md, section D and the lines that win).
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Figures:
    """How long and how often; seconds unless said otherwise.

    login_failures, login_lock: P-07. code_life: O-02. code_tries: O-04. wrong_codes, wrong_codes_within: O-05.
    resend_after, sends, sends_within, sends_a_day: O-06, the day being any 24 hours. picture_life: C-02.
    session_idle, session_absolute: N-05, K-04. totp_step, totp_window (steps before and after), totp_tries,
    totp_tries_within: O-12. hash_memory (KiB), hash_time, hash_lanes: P-11. past_passwords: how many a strict hospital
    remembers (P-04). message_delay, late_by: of the text-message network.
    """

    login_failures: int = 5
    login_lock: float = 15 * 60
    code_life: float = 120
    code_tries: int = 3
    wrong_codes: int = 9
    wrong_codes_within: float = 60 * 60
    resend_after: float = 60
    sends: int = 3
    sends_within: float = 10 * 60
    sends_a_day: int = 10
    picture_life: float = 5 * 60
    session_idle: float = 5 * 60
    session_absolute: float = 60 * 60
    totp_step: int = 30
    totp_window: int = 1
    totp_tries: int = 5
    totp_tries_within: float = 5 * 60
    hash_memory: int = 19 * 1024
    hash_time: int = 2
    hash_lanes: int = 1
    past_passwords: int = 3
    message_delay: float = 2
    late_by: float = 90

    def cheap(self) -> Figures:
        """The same figures with hashes that cost next to nothing, for tests."""
        return replace(self, hash_memory=8, hash_time=1, hash_lanes=1)


@dataclass(frozen=True, slots=True)
class Switches:
    """How this hospital behaves where the guide leaves it open; `Stage.switch` turns them by name.

    talkative: tells reasons apart (J1.5, J5.6); off: the identical answers of P-07, P-09 and O-06.
    force_change: the default password reaches nothing but its change (P-01). strict_passwords: refuses what P-04 lists.
    asks_password: the last page asks for a cloud password (J6.4, J6.6). tells_tries: says how many tries are left.
    phone_synced: a mobile number saved at the portal is the registered one at once (J3.3).
    inside: whether this counts as the hospital's network (J0.2).
    """

    talkative: bool = True
    force_change: bool = False
    strict_passwords: bool = False
    asks_password: bool = True
    tells_tries: bool = False
    phone_synced: bool = True
    inside: bool = True

    def turned(self, name: str, value: object) -> Switches:
        """These switches with one turned; ValueError where there is none of that name, or for a value not a truth."""
        if name not in self.__slots__:
            raise ValueError(f"{name!r} is none of {', '.join(self.__slots__)}")
        if not isinstance(value, bool):
            raise ValueError(f"{name} is on or off")  # noqa: TRY004  # one kind of error for one kind of mistake
        return replace(self, **{name: value})

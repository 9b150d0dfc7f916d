"""All figures and switches of the simulated hospital.

They are the simulated hospital's own: how the real sites behave is unknown, and the client assumes none of this
(security.md, section D and the lines that win).
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Figures:
    """Limits and durations, in seconds unless said otherwise.

    Attributes:
        login_failures: wrong passwords until an account is locked (P-07).
        login_lock: how long it stays locked (P-07).
        code_life: how long a code is valid (O-02).
        code_tries: wrong codes until a message's code is void (O-04).
        wrong_codes: wrong codes until an account takes none for a while (O-05).
        wrong_codes_within: the period in which these are counted (O-05).
        resend_after: cool-down between two messages (O-06).
        sends: most messages within a period (O-06).
        sends_within: that period (O-06).
        sends_a_day: most messages within any 24 hours (O-06).
        picture_life: how long a picture code is valid (C-02).
        session_idle: silence after which a session ends (N-05, K-04).
        session_absolute: age at which a session ends (N-05, K-04).
        totp_step: duration of an authenticator's time step (O-12).
        totp_window: steps before and after the present one that are accepted too (O-12).
        totp_tries: wrong authenticator codes until none is taken for a while (O-12).
        totp_tries_within: the period in which these are counted (O-12).
        hash_memory: memory of a password hash, in KiB (P-11).
        hash_time: iterations of a password hash (P-11).
        hash_lanes: parallel lanes of a password hash (P-11).
        past_passwords: former passwords that a strict hospital remembers (P-04).
        message_delay: how long a text message takes.
        late_by: how much longer a late one takes.

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
        """Return the same figures with hashes that cost next to nothing, for tests."""
        return replace(self, hash_memory=8, hash_time=1, hash_lanes=1)


@dataclass(frozen=True, slots=True)
class Switches:
    """How this hospital behaves where the guide leaves it open; `Stage.switch` sets them by name.

    Attributes:
        talkative: refusals tell their reasons (J1.5, J5.6); off: the identical answers of P-07, P-09 and O-06.
        force_change: with the default password nothing but its change can be reached (P-01).
        strict_passwords: refuse what P-04 lists.
        asks_password: the last page asks for a cloud password (J6.4, J6.6).
        tells_tries: refusals say how many tries are left.
        phone_synced: a mobile number saved at the portal becomes the registered one at once (J3.3).
        inside: whether this computer counts as within the hospital's network (J0.2).

    """

    talkative: bool = True
    force_change: bool = False
    strict_passwords: bool = False
    asks_password: bool = True
    tells_tries: bool = False
    phone_synced: bool = True
    inside: bool = True

    def turned(self, name: str, value: object) -> Switches:
        """Return these switches with one changed; ValueError for an unknown name or a value that is not a bool."""
        if name not in self.__slots__:
            raise ValueError(f"{name!r} is none of {', '.join(self.__slots__)}")
        if not isinstance(value, bool):
            raise ValueError(f"{name} is on or off")  # noqa: TRY004  # both mistakes raise the same kind of error
        return replace(self, **{name: value})

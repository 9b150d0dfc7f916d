"""The places of section C of docs/spec/security.md, one by one: how each is looked at.

Most are looked at after every student (`remains`); what cannot be met at a kiosk is proved by a test that is named
here; and what no program can look at is told to whoever sets up a kiosk.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.kiosk.remains import FILES, Scan

ANY_FILE = (*FILES, "new file")


@dataclass(frozen=True, slots=True)
class Place:
    """One of the places. kinds: what is looked at; tests: file::name below tests/; paper: words of docs/kiosk.md."""

    name: str
    kinds: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    paper: str = ""


PLACES = {
    1: Place(
        "Textual's traceback", ("written",), ("terminal/test_leaving.py::test_a_crash_tells_a_code_and_no_secret",)
    ),
    2: Place(
        "Python's tracebacks and hooks",
        ("written",),
        ("kiosk/test_change.py::test_a_crash_shows_its_code_and_the_next_student_comes",),
    ),
    3: Place("chains of exceptions", ("memory",), ("backend/web/test_leaks.py::test_no_error_holds_the_request",)),
    4: Place("logs", ANY_FILE, ("backend/web/test_leaks.py::test_nothing_is_logged_at_any_level",)),
    5: Place(
        "debugging output of the HTTP library",
        ("written",),
        ("backend/web/test_leaks.py::test_nothing_is_logged_at_any_level",),
    ),
    6: Place("Textual's log and devtools", ("devtools", *ANY_FILE)),
    7: Place("screenshots", ANY_FILE, ("kiosk/test_watch.py::test_no_file_and_nothing_else_is_offered",)),
    8: Place("system's clipboard", ("clipboard",)),
    9: Place(
        "wizard's own clipboard",
        ("memory",),
        ("screens/test_secrets.py::test_nothing_of_a_plain_field_reaches_the_clipboard_either",),
    ),
    10: Place(
        "selection by the terminal itself",
        (),
        ("screens/test_secrets.py::test_a_secret_is_neither_shown_nor_copied",),
        "allow selecting text with Shift",
    ),
    11: Place("scrollback, alternate screen", ("screen", "scrollback")),
    12: Place(
        "recordings of the terminal",
        (),
        ("kiosk/test_change.py::test_where_it_must_not_run_it_says_so",),
        "or keep a log",
    ),
    13: Place("window title", ("title",)),
    14: Place("shell history", ANY_FILE),
    15: Place("command line and environment", ("command line", "environment")),
    16: Place(
        "environment of children",
        ("environment",),
        ("kiosk/test_fuzz.py::test_random_keys_and_signals_leave_the_journey_nowhere",),
    ),
    17: Place("memory", ("memory",)),
    18: Place("core files", ("core file", "new file")),
    19: Place(
        "reading by others",
        ("reading by others",),
        ("kiosk/test_leaks.py::test_nobody_else_reads_the_memory_not_even_the_same_user",),
    ),
    20: Place("swap", ("swap",), (), "Encrypt the swap"),
    21: Place("log of TLS keys", ANY_FILE, ("backend/web/test_canaries_surroundings.py::test_no_key_is_logged",)),
    22: Place("proxy of the environment", ("proxy",)),
    23: Place(".netrc", ANY_FILE, ("backend/web/test_canaries_surroundings.py::test_a_netrc_is_not_read",)),
    24: Place(
        "targets of redirects", (), ("backend/web/test_canaries.py::test_a_redirect_carries_the_password_nowhere",)
    ),
    25: Place("cookies, caches, connections", ("memory", *ANY_FILE)),
    26: Place(
        "system's keyring",
        ("keyring",),
        ("house/test_vault.py::test_on_a_shared_computer_keyring_is_not_even_imported",),
    ),
    27: Place("settings, caches, temporary files", ANY_FILE),
    28: Place("caches of Python and of the tests", ANY_FILE),
    29: Place("terminal's pictures", ("terminal picture", *ANY_FILE)),
    30: Place("speech", (), ("screens/test_secrets.py::test_a_secret_is_neither_shown_nor_copied",), "A screen reader"),
    31: Place("input method's dictionary", (), (), "An input method"),
    32: Place("desktop notifications", ("notification",)),
    33: Place("summary", ("written", *ANY_FILE), ("journey/test_summary.py::test_no_secret_and_no_number_is_in_it",)),
    34: Place(
        "undo, suggesters, message queue",
        ("memory",),
        ("screens/test_secrets.py::test_secrets_are_cleared_when_their_step_is_left",),
    ),
    35: Place(
        "simulator's logs and state", (), ("backend/site/test_serving.py::test_it_writes_nothing_while_it_serves",)
    ),
    36: Place(
        "simulator and hospital mixed up",
        (),
        ("house/test_provenance.py::test_the_simulated_hospital_is_never_the_real_one",),
    ),
    37: Place(
        "recordings and other products of the tests",
        ANY_FILE,
        ("training/test_recording.py::test_a_scenario_played_in_a_terminal_and_recorded",),
    ),
}
"""By their numbers."""


def report(scan: Scan) -> Iterator[str]:
    """A line for each place, with what was found there, then for each kind how many bytes were looked at."""
    for number, place in PLACES.items():
        hits = sorted(each for each in scan.found if each.startswith(place.kinds)) if place.kinds else []
        papers = ("told in docs/kiosk.md",) if place.paper else ()
        how = (*place.kinds, *(each.rpartition("/")[2] for each in place.tests), *papers)
        yield f"{number:2} {place.name}: {len(hits)} found ({', '.join(how)})"
        yield from (f"     {each}" for each in hits)
    yield "looked at: " + ", ".join(f"{kind} {size:,} B" for kind, size in sorted(scan.sizes.items()))

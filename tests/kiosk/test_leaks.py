"""What earlier students typed is found nowhere (K-06, S-04, S-07, S-08); `make kiosk-leaks` does every step."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.encodings import encodings
from tests.kiosk.leaks import ABORTED, CRASHED, KILLED, SESSION, Words, leaks, on_pages, practising, user
from tests.kiosk.places import PLACES
from tests.kiosk.remains import ESCAPES, KINDS, Scan, facts, files, memory, process, seen
from tests.kiosk.telling import TellingKeyring
from tests.kiosk.traps import EARS, Traps
from tests.kiosk.visitor import Visitor
from tests.terminal.harness import Terminal, plain_environment
from tests.terminal.student import DEFAULT, EMPLOYEE_ID, ROOT

WORD = "Pk7bcd&fgh0123"
NAMED = {"files", "file names", *EARS, "memory of the planted one", "written", *ESCAPES}


def without_nul(name: str) -> bool:
    """Whether a word in this encoding can stand in an environment, a command line, a file's name or on a screen."""
    return b"\0" not in encodings(WORD)[name]


@pytest.mark.long
@pytest.mark.parametrize("name", encodings(WORD))
def test_every_scanner_finds_a_planted_word_in_every_encoding(name: str, tmp_path: Path) -> None:
    """At once in all places where it can stand: only one without NULs stands on a screen or in an environment."""
    coded = encodings(WORD)[name]
    command = [sys.executable, "-m", "tests.kiosk.planted", coded.hex(), str(tmp_path)]
    environment = plain_environment(tmp_path, PYTHONPATH=str(ROOT))
    shared, begun = tmp_path / "shared", time.time()
    shared.mkdir()
    expected = {*NAMED}
    if without_nul(name):
        text = coded.decode("latin-1")
        command.append(text)
        environment["CANARY"] = text
        expected |= {"environment of the planted one", "command line of the planted one", "screen", "scrollback"}
        (tmp_path / re.sub("/", "-", text)).touch()
    else:
        expected -= {"file names"}
    with Traps(tmp_path) as traps:
        with Terminal(command, environment=environment | dict(traps.environment), columns=200) as planted:
            planted.wait_for("planted")
            scan = Scan([WORD])
            scan.look(seen(planted, 0))
            scan.look(process(planted.program.process.pid), "planted one")
        (shared / "theirs").write_bytes(coded)
        scan.look(files(tmp_path, [shared], os.geteuid(), begun - 1))
        scan.traps(traps)
        assert sorted(traps.called()) == sorted(EARS)
    assert {each.rpartition(": ")[0] for each in scan.found if each.endswith(f": {name}")} >= expected


@pytest.mark.parametrize("name", encodings(WORD))
def test_what_others_have_written_into_shared_folders_is_found(name: str, tmp_path: Path) -> None:
    """Of the user who is asked for, and since the time that is asked for; nobody else's."""
    (tmp_path / "theirs").write_bytes(b"x" + encodings(WORD)[name])
    own, begun = tmp_path / "own", time.time() - 60
    own.mkdir()
    for user_id, since, found in ((os.geteuid(), begun, True), (1, begun, False), (os.geteuid(), begun + 600, False)):
        scan = Scan([WORD])
        scan.look(files(own, [tmp_path], user_id, since))
        assert (f"files: {name}" in scan.found) is found


def test_the_keyring_that_tells_is_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is called, and with whatever."""
    with Traps(tmp_path) as traps:
        monkeypatch.setenv("TRAP_KEYRING", traps.environment["TRAP_KEYRING"])
        TellingKeyring().set_password("ntuh", "104567", WORD)
        scan = Scan([WORD])
        while "keyring: UTF-8" not in scan.found:  # the ear listens in a thread of its own
            scan.traps(traps)
        assert traps.called() == ["keyring"]


def test_a_process_that_takes_no_care_is_told(tmp_path: Path) -> None:
    """Whose core file and memory are anybody's of the same user."""
    with subprocess.Popen(
        [*user(tmp_path), "sh", "-c", "ulimit -c $(ulimit -H -c); echo set; exec sleep 60"], stdout=subprocess.PIPE
    ) as careless:
        assert careless.stdout is not None
        careless.stdout.readline()
        while Path(f"/proc/{careless.pid}/comm").read_text(encoding="ascii").strip() != "sleep":
            pass
        told = facts(careless.pid)
        careless.kill()
    assert told["core file"] or resource.getrlimit(resource.RLIMIT_CORE)[1] == 0, "a test has shut it off"
    assert told["reading by others"] is (os.geteuid() == 0 or Path(f"/proc/{os.getpid()}").stat().st_uid != 0)


def test_each_of_the_37_places_is_looked_at_proved_or_told() -> None:
    """And what is named there exists."""
    assert [*PLACES] == [*range(1, 38)]
    papers = (ROOT / "docs/kiosk.md").read_text(encoding="utf-8")
    for place in PLACES.values():
        assert place.kinds or place.tests or place.paper, place.name
        assert set(place.kinds) <= set(KINDS), place.name
        assert place.paper in papers, place.name
        for each in place.tests:
            file, _, test = each.partition("::")
            assert f"def {test}(" in (ROOT / "tests" / file).read_text(encoding="utf-8"), each
    assert set(KINDS) == {kind for place in PLACES.values() for kind in place.kinds}


@pytest.mark.long
def test_the_scanner_finds_what_the_student_who_is_there_has_typed(tmp_path: Path) -> None:
    """In the memory of that student's own process, as long as it runs: the search is not blind."""
    with Visitor(tmp_path) as visitor:
        visitor.walk("portal_password")
        word = Words().half
        visitor.send(word)
        visitor.ready()
        scan = Scan([word])
        scan.look(process(visitor.child), "student's process")
        assert "memory of the student's process: UTF-8" in scan.found


@pytest.mark.long
def test_the_session_of_the_student_who_is_there_is_seen(tmp_path: Path) -> None:
    """Address and cookie, in the memory of that student's own process."""
    with on_pages(tmp_path) as (leaver, _):
        leaver.sit_down()
        leaver.walk_to("portal_password")
        leaver.watched()
        assert len(leaver.words.more) >= 2
        assert all(SESSION.match(f"={each}".encode()) for each in leaver.words.more)
        assert any(leaver.words.more[0].encode() in data for data in memory(leaver.child))


@pytest.mark.long
def test_students_leave_nothing(tmp_path: Path) -> None:
    """Half-way through a password, waiting for a code, amid a crash, an abort and a kill."""
    folder = tmp_path / "kiosk"
    folder.mkdir()
    with practising(folder) as (leaver, traps):
        scan = leaks(folder, leaver, traps, ["portal_password", "enter_code", CRASHED, ABORTED, KILLED])
    assert not scan.found
    assert {"screen", "scrollback", "written", "files"} <= {name for name, size in scan.sizes.items() if size}


@pytest.mark.long
def test_students_leave_nothing_on_pages_either(tmp_path: Path) -> None:
    """Over https, with their sessions; the second is at its end."""
    folder = tmp_path / "kiosk"
    folder.mkdir()
    with on_pages(folder) as (leaver, traps):
        assert not leaks(folder, leaver, traps, ["contact", "done", KILLED]).found


@pytest.mark.long
def test_nobody_else_reads_the_memory_not_even_the_same_user(tmp_path: Path) -> None:
    """S-04: of the supervisor, the student's process and the spare; no core file is allowed, no environment tells."""
    with Visitor(tmp_path, user=user(tmp_path)) as visitor:
        visitor.walk("sign_in")
        visitor.send(f"{EMPLOYEE_ID}\t{DEFAULT}")
        visitor.spare_ready()
        for number in (visitor.supervisor, *visitor.children()):
            with subprocess.Popen(
                [*user(tmp_path)[:4], "head", "-c1", f"/proc/{number}/mem"], stderr=subprocess.PIPE
            ) as tried:
                assert tried.stderr is not None
                assert b"denied" in tried.stderr.read()
            assert not any(facts(number).values())
            assert not os.access(f"/proc/{number}/mem", os.R_OK) or os.geteuid() == 0
        for number in visitor.children():
            limits = Path(f"/proc/{number}/limits").read_text(encoding="ascii")
            assert next(each for each in limits.splitlines() if "file size" in each).split()[3:5] == ["0", "0"]

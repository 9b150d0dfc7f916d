"""What earlier students typed is found nowhere (K-06, S-04, S-07, S-08); `make kiosk-leaks` does every step."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kiosk.leaks import Scan, Words, encodings, leaks, user
from tests.kiosk.visitor import Visitor
from tests.terminal.student import DEFAULT, EMPLOYEE_ID

pytestmark = pytest.mark.long

PLANT = "import sys, time; kept = bytes.fromhex(sys.argv[1]); print('planted', flush=True); time.sleep(60)"


@pytest.mark.parametrize("name", encodings("Pk7abcdef0123"))
def test_the_scanner_finds_a_planted_word_in_every_encoding(name: str, tmp_path: Path) -> None:
    """In a process's memory, in its environment, and in a file."""
    word = "Pk7abcdef0123&é"
    planted = b"before " + encodings(word)[name] + b" after"
    with subprocess.Popen(
        [sys.executable, "-c", PLANT, planted.hex()],
        stdout=subprocess.PIPE,
        env={"CANARY": planted.decode("latin-1").replace("\0", "-")},
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        scan = Scan([word])
        scan.process("planted one", process.pid)
        process.kill()
    (tmp_path / "file").write_bytes(planted)
    scan.files(tmp_path)
    assert f"memory of the planted one: {name}" in scan.found
    assert f"files: {name}" in scan.found


def test_the_scanner_finds_what_the_student_who_is_there_has_typed(tmp_path: Path) -> None:
    """In the memory of that student's own process, as long as it runs: the search is not blind."""
    with Visitor(tmp_path) as visitor:
        visitor.walk("portal_password")
        word = Words().half
        visitor.send(word)
        visitor.ready()
        scan = Scan([word])
        scan.process("student's process", visitor.child)
        assert "memory of the student's process: UTF-8" in scan.found


def test_three_students_leave_nothing(tmp_path: Path) -> None:
    """One half-way through a password, one at the contact details, one waiting for a code."""
    folder = tmp_path / "kiosk"
    folder.mkdir()
    assert leaks(folder, ["portal_password", "contact", "enter_code"]) == []


def test_nobody_else_reads_the_memory_not_even_the_same_user(tmp_path: Path) -> None:
    """S-04: of the supervisor, the student's process and the spare; no core file is allowed, no environment tells."""
    with Visitor(tmp_path, user=user(tmp_path)) as visitor:
        visitor.walk("sign_in")
        visitor.send(f"{EMPLOYEE_ID}\t{DEFAULT}")
        visitor.spare_ready()
        for process in (visitor.supervisor, *visitor.children()):
            with subprocess.Popen(
                [*user(tmp_path)[:4], "head", "-c1", f"/proc/{process}/mem"], stderr=subprocess.PIPE
            ) as tried:
                assert tried.stderr is not None
                assert b"denied" in tried.stderr.read()
            assert Path(f"/proc/{process}/environ").stat().st_uid == 0, "it belongs to root, as it is not dumpable"
            limits = Path(f"/proc/{process}/limits").read_text(encoding="ascii")
            assert next(each for each in limits.splitlines() if "core file" in each).split()[4:6] == ["0", "0"]
            assert not os.access(f"/proc/{process}/mem", os.R_OK) or os.geteuid() == 0
        for process in visitor.children():
            limits = Path(f"/proc/{process}/limits").read_text(encoding="ascii")
            assert next(each for each in limits.splitlines() if "file size" in each).split()[3:5] == ["0", "0"]

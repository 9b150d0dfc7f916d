"""What a student's process may tell its supervisor, and what of it is counted (S-03, S-08)."""

from __future__ import annotations

import json
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntuh_onboard.kiosk.counts import Counts
from ntuh_onboard.kiosk.supervisor_messages import STEPS, NotToBeTold, Word, line, read

PERSONAL = ("104567", "A301045679", "陳怡芬", "yifen.chen", "Lantern7Meadow", "0990104567", "123456")


@pytest.mark.parametrize("word", Word)
@pytest.mark.parametrize("value", PERSONAL)
def test_nothing_personal_can_be_told(word: Word, value: str) -> None:
    """Not even by mistake: the word is refused, and the error does not repeat it."""
    with pytest.raises(NotToBeTold) as refused:
        line(word, value)
    assert value not in str(refused.value)
    assert read(f"{word} {value}".encode()) is None


def test_what_is_on_the_list_comes_through() -> None:
    """Each step, each number, each word."""
    told = [(Word.AT, each) for each in sorted(STEPS)] + [(Word.ERROR, "E-2012"), (Word.READY, ""), (Word.FINISHED, "")]
    for word, value in told:
        assert read(line(word, value).rstrip(b"\n")) == (word, value)


@given(st.binary(max_size=200))
def test_noise_is_nothing(told: bytes) -> None:
    """Whatever comes out of the pipe, only the list is read."""
    found = read(told)
    assert found is None or line(*found).rstrip(b"\n") == told.rstrip()


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(each) for each in path.read_text(encoding="ascii").splitlines()]


def journey(counts: Counts, *told: tuple[Word, str]) -> None:
    for word, value in told:
        counts.take(word, value)
    counts.ended()
    counts.close()


def test_a_day_is_counted(tmp_path: Path) -> None:
    """Started, finished, stopped where, and which numbers were shown; who pressed nothing counts for nothing."""
    path = tmp_path / "counts"
    counts = Counts(path, day=lambda: "2026-11-24")
    journey(counts, (Word.READY, ""))
    assert not path.exists()
    journey(
        counts, (Word.STARTED, ""), (Word.AT, "sign_in"), (Word.ERROR, "E-2012"), (Word.AT, "done"), (Word.FINISHED, "")
    )
    journey(counts, (Word.STARTED, ""), (Word.AT, "preflight"), (Word.AT, "sign_in"), (Word.ERROR, "E-2012"))
    journey(counts, (Word.STARTED, ""))
    told = {"started": 3, "finished": 1, "stopped": {"sign_in": 1, "start": 1}, "errors": {"E-2012": 2}}
    assert lines(path) == [{"day": "2026-11-24", **told}]
    assert path.stat().st_mode & 0o777 == 0o600


def test_counting_goes_on_after_a_power_cut_and_over_midnight(tmp_path: Path) -> None:
    """Another supervisor takes up the file; another day gets another line; half a line is dropped."""
    path = tmp_path / "counts"
    days = ["2026-11-24"]
    journey(Counts(path, day=lambda: days[-1]), (Word.STARTED, ""), (Word.FINISHED, ""))
    with path.open("a", encoding="ascii") as file:
        file.write('{"day": "2026-11-')
    again = Counts(path, day=lambda: days[-1])
    journey(again, (Word.STARTED, ""))
    days.append("2026-11-25")
    journey(again, (Word.STARTED, ""), (Word.FINISHED, ""))
    assert [(each["day"], each["started"], each["finished"]) for each in lines(path)] == [
        ("2026-11-24", 2, 1),
        ("2026-11-25", 1, 1),
    ]
    assert [each.name for each in tmp_path.iterdir()] == ["counts"]


MARK = b"\xef\xbb\xbf"
"""Put in front of UTF-8 by Notepad."""
NOTE = "# 11月 moved to the library\u2028, ward 6"


@pytest.mark.parametrize("before", [MARK, b"\r\n", f"{NOTE}\r\n".encode(), NOTE.encode("big5", "replace") + b"\n"])
def test_what_somebody_has_written_into_the_file_costs_no_day(tmp_path: Path, before: bytes) -> None:
    """Not a mark, not a note in any encoding; notes stay, at the top."""
    path = tmp_path / "counts"
    days = ["2026-11-24", "2026-11-25", "2026-11-25"]
    counts = Counts(path, day=lambda: days.pop(0))
    journey(counts, (Word.STARTED, ""), (Word.FINISHED, ""))
    path.write_bytes(before + path.read_bytes() + b'["ours?"]\n')
    journey(counts, (Word.STARTED, ""))
    journey(counts, (Word.STARTED, ""))
    *notes, first, second = path.read_text(encoding="utf-8", errors="surrogateescape").split("\n")[:-1]
    assert (json.loads(first)["finished"], json.loads(second)["started"]) == (1, 2)
    assert notes[-1] == '["ours?"]'
    assert [each.isascii() for each in notes[:-1]] == ([] if before in {MARK, b"\r\n"} else [False])
    assert before in {MARK, b"\r\n"} or path.read_bytes().startswith(before.rstrip())


def test_nothing_is_written_before_it_is_time(tmp_path: Path) -> None:
    """What several processes told waits, each for its own day."""
    path, days = tmp_path / "counts", ["2026-11-24", "2026-11-25"]
    counts = Counts(path, day=lambda: days.pop(0))
    for _ in range(2):
        counts.take(Word.STARTED, "")
        counts.ended()
    assert not path.exists()
    counts.write()
    counts.close()
    assert [(each["day"], each["started"]) for each in lines(path)] == [("2026-11-24", 1), ("2026-11-25", 1)]


def test_a_file_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    """The kiosk goes on; without a file nothing is written at all."""
    journey(Counts(tmp_path / "none" / "counts"), (Word.STARTED, ""))
    journey(Counts(None), (Word.STARTED, ""))
    assert not [*tmp_path.iterdir()]


def test_what_could_not_be_written_is_written_later(tmp_path: Path) -> None:
    """As where the disk was full for a while: each day keeps what it had."""
    folder = tmp_path / "ward"
    days = ["2026-11-24", "2026-11-24", "2026-11-25", "2026-11-25"]
    counts = Counts(folder / "counts", day=lambda: days.pop(0))
    for _ in range(3):
        journey(counts, (Word.STARTED, ""), (Word.AT, "sign_in"))
    assert not folder.exists()
    folder.mkdir()
    journey(counts, (Word.STARTED, ""), (Word.FINISHED, ""))
    first, second = lines(folder / "counts")
    assert (first["started"], first["stopped"]) == (2, {"sign_in": 2})
    assert (second["started"], second["finished"]) == (2, 1)


def test_a_full_disk_is_not_asked_all_the_time(tmp_path: Path) -> None:
    """Nor for ever not: at the end it is tried once more."""
    folder = tmp_path / "ward"
    counts = Counts(folder / "counts", day=lambda: "2026-11-24")
    journey(counts, (Word.STARTED, ""))
    folder.mkdir()
    for _ in range(3):
        counts.write()
    assert not [*folder.iterdir()]
    counts.close()
    assert lines(folder / "counts")[0]["started"] == 1


def test_two_supervisors_count_into_one_file(tmp_path: Path) -> None:
    """As where each login over SSH has its own: nothing is lost between reading and writing."""
    path = tmp_path / "counts"

    def ward() -> None:
        counts = Counts(path, day=lambda: "2026-11-24")
        for _ in range(40):
            journey(counts, (Word.STARTED, ""), (Word.FINISHED, ""))

    wards = [Thread(target=ward) for _ in range(3)]
    for each in wards:
        each.start()
    for each in wards:
        each.join()
    assert [(each["started"], each["finished"]) for each in lines(path)] == [(120, 120)]

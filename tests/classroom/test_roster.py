"""Seats may come from a file; people are invented, and no two alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from ntuh_onboard.backend.hospital import invented
from ntuh_onboard.classroom.roster import RosterError, names, seats


def written(folder: Path, text: str) -> Path:
    path = folder / "seats.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_names_are_invented_different_and_the_same_each_time() -> None:
    """Slips may be printed the day before."""
    first, again = names(invented.MOST_PUPILS), names(invented.MOST_PUPILS)
    assert first == again
    assert len(set(first)) == invented.MOST_PUPILS


def test_labels_come_from_the_column_seat(tmp_path: Path) -> None:
    """With a byte-order mark, as spreadsheets write one; other columns are no matter."""
    assert seats(written(tmp_path, "\ufeffseat,row\nA1,1\n 王座 ,2\n")) == ("A1", "王座")


def test_a_file_in_big5_is_read(tmp_path: Path) -> None:
    """As Excel writes plain "CSV" on a Windows in Chinese; what looks real is found there too."""
    path = tmp_path / "seats.csv"
    path.write_bytes("seat,排\r\n靠窗一,功\r\n靠門二,許\r\n".encode("cp950"))
    assert seats(path) == ("靠窗一", "靠門二")
    path.write_bytes("seat,學號\r\n靠窗一,104567\r\n".encode("cp950"))
    with pytest.raises(RosterError, match="line 2: this looks like real data"):
        seats(path)


def test_a_file_that_is_no_text_is_told_how_to_save_it(tmp_path: Path) -> None:
    """Not which byte of it could not be read."""
    path = tmp_path / "seats.csv"
    path.write_bytes("seat\r\n靠窗一\r\n".encode("utf-16"))
    with pytest.raises(RosterError, match=r"seats\.csv: is not readable text; in Excel, save it as CSV UTF-8"):
        seats(path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("seat\nA123456789\n", "line 2: this looks like real data"),
        ("seat,id\nA1,104567\n", "line 2: this looks like real data"),
        ("seat,phone\nA1,0912345678\n", "line 2: this looks like real data"),
        ("seat,mail\nA1,who@example.org\n", "line 2: this looks like real data"),
        ("seat\nA1\n\nA2\n,\n", "the column seat must hold a label"),
        ("seat\nA1\n\n\n,\n", "line 5: the column seat must hold a label"),
        ("seat\n\nA1\n\nA123456789\n", "line 5: this looks like real data"),
        ("seat,phone\nA1,0912-345-678\n", "line 2: this looks like real data"),
        ("seat,phone\nA1,0912 345 678\n", "line 2: this looks like real data"),
        ("seat,phone\nA1,０９１２３４５６７８\n", "line 2: this looks like real data"),
        ("seat,id\nA1,Ａ１２３４５６７８９\n", "line 2: this looks like real data"),
        ("seat,id\nA1,104567 8\n", "line 2: this looks like real data"),
        ("seat\nA1\n\nA2\nA1 \n", "line 5: the seat A1 stands in line 2 already"),
        ("seat\nA1\nＡ1\n", "line 3: the seat Ａ1 stands in line 2 already"),
        ("seat\nA1\na1\n", "line 3: the seat a1 stands in line 2 already"),
        ("name\nA1\n", "line 1: no column is headed seat"),
        ("Seat,row\nA1,2\n", "it has: 'Seat', 'row'"),
        ("座位\nA1\n", "it has: '座位'"),
        ("seat;name\nA1;x\n", "it has: 'seat;name'"),
        ("seat\tname\nA1\tx\n", r"it has: 'seat\tname'"),
        ("\nA1\n", "it has: nothing"),
        ("", "no seat is in it"),
        ("seat\n", "no seat is in it"),
        ("seat\n" + "x" * 25 + "\n", "1 to 24 characters"),
    ],
)
def test_what_is_no_list_of_seats_is_refused_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    """Real data has no place in a practice class (J8.3)."""
    with pytest.raises(RosterError) as refused:
        seats(written(tmp_path, text))
    assert told in str(refused.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """By its name."""
    with pytest.raises(RosterError, match=r"none\.csv"):
        seats(tmp_path / "none.csv")

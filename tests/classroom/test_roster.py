"""Seats may come from a file; people are invented, and no two alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from faker.providers.person.zh_TW import Provider

from ntuh_onboard.backend.hospital.latin_names import latin
from ntuh_onboard.classroom.page_drawing import shown
from ntuh_onboard.classroom.roster import RosterError, names, seats
from ntuh_onboard.commands.classroom import MOST
from ntuh_onboard.texts.sentences import Texts
from tests.languages import EN, ZH_TW


def written(folder: Path, text: str) -> Path:
    path = folder / "seats.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_names_are_invented_different_and_the_same_each_time() -> None:
    """Slips may be printed the day before."""
    first, again = names(MOST), names(MOST)
    assert first == again
    assert len(set(first)) == MOST


def test_every_name_is_spelled_in_latin_letters_too() -> None:
    """Of all that Faker puts together, so that no page in English has a name that its reader cannot say."""
    assert [each for each in (*Provider.last_names, *Provider.first_names) if not latin(each)] == []
    assert latin("陳怡芬") == "Chen Yi-Fen"
    assert (shown("賴淑芬", EN), shown("賴淑芬", ZH_TW)) == ("Lai Shu-Fen 賴淑芬", "賴淑芬")
    assert shown("Nguyễn", EN) == "Nguyễn"


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
    path.write_bytes(b"seat\r\n\xff\xff\x00\r\n")
    with pytest.raises(RosterError, match=r"seats\.csv: is not readable text; in Excel, save it as CSV UTF-8"):
        seats(path)


@pytest.mark.parametrize(
    "text",
    [
        "Seat,row\nA1,2\nA2,3\n",
        "座位\nA1\nA2\n",
        "姓名,座號\n,A1\n,A2\n",
        "seat;name\nA1;x\nA2;y\n",
        "seat\tname\nA1\tx\nA2\ty\n",
        "\n\nseat\n\nA1\nA2\n",
        "seat,row\nA1,2\n,\n,,\nA2,3\n,\n",
    ],
)
def test_a_list_is_read_as_spreadsheets_write_it(tmp_path: Path, text: str) -> None:
    """Headings in both languages, what parts columns elsewhere, rows with nothing in them; UTF-16 as well."""
    assert seats(written(tmp_path, text)) == ("A1", "A2")
    (tmp_path / "seats.csv").write_bytes(text.encode("utf-16"))
    assert seats(tmp_path / "seats.csv") == ("A1", "A2")


def test_a_mistake_is_told_in_the_classes_language(tmp_path: Path) -> None:
    with pytest.raises(RosterError) as refused:
        seats(written(tmp_path, "座位\nA1\n0912345678\n"))
    assert "第 3 行：這一行像是真實資料（手機號碼）" in refused.value.said(Texts(ZH_TW, {}, {}, {}))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("seat\nA123456789\n", "line 2: this looks like real data"),
        ("seat,id\nA1,104567\n", "line 2: this looks like real data"),
        ("seat,phone\nA1,0912345678\n", "line 2: this looks like real data"),
        ("seat,mail\nA1,who@example.org\n", "line 2: this looks like real data"),
        ("seat,row\nA1,1\n\nA2,1\n,2\n", "line 5: the column seat must hold a label, and is empty"),
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
        ("Seats,row\nA1,2\n", "line 1: no column is headed seat (or 座位); it has: 'Seats', 'row'"),
        ("\nA1\n", "line 2: no column is headed seat"),
        ("seat,id\nA1,104567\n", "(six digits, as of an employee or a student)"),
        ("seat\nwho@example.org\n", "(a mail address)"),
        (",,\n,,\n", "no seat is in it"),
        ("", "no seat is in it"),
        ("seat\n", "no seat is in it"),
        ("seat\n" + "x" * 25 + "\n", "1 to 24 visible characters"),
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

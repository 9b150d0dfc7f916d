"""Drills that the trainer arms on the board, each met by a pupil in headless Chromium, who recovers and finishes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pytest

from ntuh_onboard.backend.site.stage_client import StageClient
from tests.chromium.installed_browser import Chromium
from tests.chromium.window import Window
from tests.serve.in_a_browser.pupil import PHONE, Pupil, lesson, sit_down, token
from tests.terminal.student import PICTURE, PLACES

BOARD = (1300, 1500)
MINUTES = 2 * 60.0


class Meets(Pupil):
    """A pupil who goes on after each drill: every way begins at the step where it is met, and leaves that step."""

    def no_message(self) -> None:
        """A minute later another message is sent."""
        self.at("enter_code")
        self.line.jump(61)
        self.shows(("[ 重新發送 ]", ""))
        self.click("重新發送")
        self.enter_code()

    def wrong_message(self) -> None:
        """The code is refused; the one of the app is right."""
        self.enter_code()
        self.refused(("動態碼不正確", ""))
        self.send(f"{self.app_code()}\r")

    def expired(self) -> None:
        """The code is refused; another one is sent."""
        self.enter_code()
        self.refused(("動態碼已逾時", ""))
        before = self.code()
        self.line.jump(61)
        self.shows(("[ 重新發送 ]", ""))
        self.click("重新發送")
        self.phone.wait(lambda: self.code() != before, "another message")
        self.enter_code()

    def another_picture(self) -> None:
        """Another picture is asked for."""
        self.at("sign_in")
        before = self.ask("picture")
        assert self.person is not None
        self.send(f"{self.person.employee_id}\r{self.person.password.reveal()}\r")
        self.click("換一張")
        self.wait_for(lambda: self.ask("picture") != before)
        self.ready()
        self.type_picture()

    def locked(self) -> None:
        """Nothing helps but time; then the same is typed again."""
        self.sign_in()
        self.refused(("鎖定", ""))
        self.line.jump(MINUTES)
        self.type_picture()

    def maintenance(self) -> None:
        """The site says so before anything is typed; it is looked again when it is over."""
        self.line.jump(MINUTES)
        self.preflight()
        self.sign_in()

    def old_number(self) -> None:
        """The number on file is not one's own, and is mended."""
        assert self.person is not None
        self.at("contact")
        self.click("「行動電話」", below=1)
        self.send("\x1b[C" * 10 + "\x7f" * 10 + self.person.phone)
        self.shows((self.person.phone, ""))
        self.click("我已確認行動電話正確")
        self.shows(("[✓] 我已確認", ""))
        self.click("確認並儲存")

    def name_taken(self) -> None:
        """Another name; the cloud password is kept."""
        self.alias_again()
        self.refused(("已有人使用", ""))
        self.mail_name += "a"
        self.send("a\r")
        self.enter_until(lambda: self.is_at("alias_again"))
        self.alias_again()

    def answer_lost(self) -> None:
        """It is looked up, and has been done."""
        self.alias_again()

    def session_over(self) -> None:
        """One signs in again, where the ID still stands, and does it again."""
        assert self.person is not None
        self.portal_password()
        self.shows(("登入已逾時", ""))
        self.at("sign_in")
        self.shows(PICTURE)
        self.ready()
        self.send(f"{self.person.password.reveal()}\r{self.ask('picture')}\r")
        self.portal_password()


DRILLS: Mapping[str, tuple[str, str, Callable[[Meets], None]]] = {
    "message_never": ("preflight", "enter_code", Meets.no_message),
    "message_wrong": ("preflight", "enter_code", Meets.wrong_message),
    "code_expired": ("preflight", "enter_code", Meets.expired),
    "picture_unreadable": ("preflight", "sign_in", Meets.another_picture),
    "account_locked": ("preflight", "sign_in", Meets.locked),
    "portal_maintenance": ("preflight", "sign_in", Meets.maintenance),
    "phone_outdated": ("preflight", "contact", Meets.old_number),
    "alias_taken": ("preflight", "alias_again", Meets.name_taken),
    "lost_done": ("alias_again", "alias_again", Meets.answer_lost),
    "session_ended": ("portal_password", "portal_password", Meets.session_over),
}
"""Each drill: at which step the pupil is when it is armed, at which it is met, and how a pupil goes on from there."""


class Board:
    """The trainer's board in a window."""

    def __init__(self, browser: Chromium, address: str) -> None:
        self.window = Window(browser, BOARD)
        self.window.go(address)

    def arm(self, drill: str, seat: int) -> None:
        """Tick this seat alone, choose the drill, and send the order."""
        row = f"document.querySelectorAll('#rows .pick input')[{seat - 1}]"
        self.window.wait(lambda: self.window.run(f"!!{row}"), "the seats")
        self.window.run("document.getElementById('conduct').open = true")
        self.window.run("document.querySelectorAll('#rows .pick input:checked').forEach(each => each.click())")
        self.window.run(f"{row}.click()")
        self.window.run(f"document.getElementById('what').value = '{drill}'")
        self.window.run("document.getElementById('order').requestSubmit()")
        self.shows(seat, "等著")

    def row(self, seat: int) -> str:
        """What the row of this seat says."""
        return str(self.window.run(f"document.querySelectorAll('#rows tr:not(.why)')[{seat - 1}].innerText"))

    def shows(self, seat: int, said: str) -> None:
        """Wait until the row of this seat says this."""
        self.window.wait(lambda: said in self.row(seat), f"{said} at seat {seat}")


def walk(student: Meets, board: Board, seat: int, drill: str) -> None:
    """From the first screen to the last."""
    armed, met, goes_on = DRILLS[drill]
    student.begin()
    for step in PLACES:
        if step == armed:
            student.at(step) if step != "preflight" else student.shows(PLACES[step].title)
            board.arm(drill, seat)
        if step == met:
            goes_on(student)
        elif step == "done":
            student.at(step)
        else:
            getattr(student, step)()


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, StageClient]]:
    """A class with one seat for each drill."""
    folder = tmp_path_factory.mktemp("class")
    with lesson(folder, "--students", str(len(DRILLS)), "--start-at-once") as told:
        yield told


@pytest.fixture(scope="module")
def board(browser: Chromium, held: tuple[str, str, StageClient]) -> Board:
    """The board of this class."""
    return Board(browser, held[1])


@pytest.mark.long
@pytest.mark.parametrize("drill", DRILLS)
def test_a_drill_from_the_board_is_recovered_from(
    browser: Chromium, held: tuple[str, str, StageClient], board: Board, drill: str
) -> None:
    """The pupil finishes, and the board says that the pupil met it, recovered, and is done."""
    url, _, line = held
    seat = [*DRILLS].index(drill) + 1
    own, phone = Window(browser), Window(browser, PHONE)
    sit_down(own, url, seat)
    phone.go(f"{url}phone/{token(own, url)}")
    student = Meets(own, f"{url}wizard", line, phone, line.people()[seat - 1 - len(DRILLS)])
    try:
        walk(student, board, seat, drill)
        board.shows(seat, "已排除")
        board.shows(seat, "已開通")
    finally:
        own.close()
        phone.close()

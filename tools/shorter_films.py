"""The films of the two journeys that begin with an activated account: the reset, and the check of the mail sign-in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from tools.filming import ID, Snap, places, showing, typed

if TYPE_CHECKING:
    from tests.terminal.student import Student

ACTIVATED, PHONE, ALIAS, CLOUD = "104569", "0990104569", "meiling.huang", "Maple-58-stone"
"""The person whose account is activated, as the first screen hands them out for these journeys."""
CLOUD_PASSWORD = ("設定新的雲端服務密碼", "Set a new cloud password")
MAIL = ("登入信箱一次，看看行不行", "Sign in to your mail once")
DONE = ("練習完成", "Practice finished")


def reset(student: Student, snap: Snap) -> None:
    """Reset a forgotten cloud password, from the first screen to Done."""
    chosen(student, snap, "5", "start_reset")
    come(student, snap, ("開始前，請先備妥", "Before you begin"), "reset_preflight")
    student.press("enter", "enter")
    come(student, snap, ("重置前，先看一次規範", "Before the reset"), "reset_regulations")
    while student.word(places()["send_code"].title) not in student.text():
        student.pressed("enter")
    showing(student, snap, "reset_send_code")
    student.press("tab")
    typed(student, snap, f"{ACTIVATED}\r{PHONE}", "reset_send_code_filled")
    student.shows(places()["enter_code"].title)
    code = student.code()
    showing(student, snap, "reset_enter_code")
    student.send(f"{code}\r")
    come(student, snap, CLOUD_PASSWORD, "cloud_password")
    typed(student, snap, "short\rshort\r", "cloud_password_broken", send=False)
    student.press("escape")
    student.shows(places()["enter_code"].title)
    student.ready()
    student.press("enter")
    student.shows(CLOUD_PASSWORD)
    student.ready()
    typed(student, snap, "Harbour9Quietly\rHarbour9Quietly", "cloud_password_filled")
    come(student, snap, DONE, "reset_done")


def lost_reset(student: Student, snap: Snap) -> None:
    """Show a lost answer to the reset: the webmail can tell whether it was done, or nothing can."""
    proved(student)
    student.send("Harbour9Quietly\rHarbour9Quietly\r")
    title = ("查明：新的雲端服務密碼", "is the new cloud password in force")
    come(student, snap, title, "read_back_cloud_password")
    typed(student, snap, f"{ALIAS}\r2222\r", "read_back_mail_wrong_picture", send=False)
    typed(student, snap, f"{student.ask('picture')}\r", "reset_stuck", send=False)
    student.press("shift+tab", "enter")
    showing(student, snap, "reset_desk_card")


def never_activated(student: Student, snap: Snap) -> None:
    """Show an account with nothing to reset, from where the activation is one press away."""
    proved(student, upto="send_code", who=(ID, "0990104567"))
    showing(student, snap, "never_activated")


def mail_check(student: Student, snap: Snap) -> None:
    """Check the mail sign-in, from the first screen to Done: a wrong picture, a wrong password, then the right ones."""
    chosen(student, snap, "8", "start_mail_check")
    come(student, snap, ("檢查信箱登入，請先備妥", "To check the mail sign-in"), "mail_ready")
    student.press("enter")
    come(student, snap, MAIL, "mail_sign_in")
    typed(student, snap, f"{ALIAS}\r{CLOUD}\r2222\r", "mail_wrong_picture", send=False)
    typed(student, snap, f"{student.ask('picture')}", "mail_filled")
    come(student, snap, DONE, "mail_done")


def mail_forgotten(student: Student, snap: Snap) -> None:
    """Show a wrong cloud password, from where the reset is one press away, and a lost answer to a sign-in."""
    chosen(student, snap, "8", "start_mail_check")
    student.shows(("檢查信箱登入，請先備妥", "To check the mail sign-in"))
    student.ready()
    student.press("enter")
    student.shows(MAIL)
    student.ready()
    typed(student, snap, f"{ALIAS}\rNot-the-one-99\r{student.ask('picture')}\r", "mail_lost", send=False)
    typed(student, snap, f"Not-the-one-99\r{student.ask('picture')}\r", "mail_refused", send=False)


def chosen(student: Student, snap: Snap, number: str, name: str) -> None:
    """Choose a task on the first screen, take a picture of what is handed out for it, and begin."""
    student.shows(("您要從哪裡開始？", "Where do you want to begin?"))
    student.ready()
    student.press(number)
    showing(student, snap, name)
    student.press("enter")


def come(student: Student, snap: Snap, title: tuple[str, str], name: str) -> None:
    """Wait for this screen and take a picture."""
    student.shows(title)
    showing(student, snap, name)


def proved(student: Student, upto: str = "cloud_password", who: tuple[str, str] = (ACTIVATED, PHONE)) -> None:
    """Walk the reset up to this step, or until the answer to sending the message."""
    student.shows(("您要從哪裡開始？", "Where do you want to begin?"))
    student.ready()
    student.press("5", "enter")
    student.shows(("開始前，請先備妥", "Before you begin"))
    student.ready()
    student.press("enter", "enter")
    student.shows(("重置前，先看一次規範", "Before the reset"))
    while student.word(places()["send_code"].title) not in student.text():
        student.pressed("enter")
    student.press("tab")
    student.send("\r".join([*who, ""]))
    if upto == "send_code":
        return
    student.shows(places()["enter_code"].title)
    student.send(f"{student.code()}\r")
    student.shows(CLOUD_PASSWORD)
    student.ready()


SHORTER: Mapping[str, tuple[Callable[[Student, Snap], None], dict[str, Any]]] = {
    "reset": (reset, {}),
    "lost_reset": (lost_reset, {"own": ("--fault", "account.reset_cloud_password=lost_before")}),
    "never_activated": (never_activated, {}),
    "mail_check": (mail_check, {}),
    "mail_forgotten": (mail_forgotten, {"own": ("--fault", "mail.sign_in=lost_before")}),
}
"""The films by name, with options for the practice program."""

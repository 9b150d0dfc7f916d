"""The films of `pictures.py`: each walks one wizard in one terminal by keys; `snap` takes a picture of the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from tools.filming import DEFAULT, ID, Snap, again, menu, places, showing, typed
from tools.shorter_films import SHORTER

if TYPE_CHECKING:
    from tests.terminal.student import Student

START = ("您要從哪裡開始？", "Where do you want to begin?")


def journey(student: Student, snap: Snap) -> None:
    """Walk the usual journey from the first screen to Done."""
    student.shows(START)
    snap("start")
    student.begin()
    showing(student, snap, "preflight")
    student.preflight()
    showing(student, snap, "sign_in")
    typed(student, snap, f"{ID}\r{DEFAULT}\r{student.ask('picture')}", "sign_in_filled")
    showing(student, snap, "portal_password")
    typed(student, snap, "Lantern7Meadow\rLantern", "portal_password_half", send=False)
    typed(student, snap, "7Meadow", "portal_password_filled")
    showing(student, snap, "contact")
    student.contact()
    showing(student, snap, "regulations")
    student.regulations()
    showing(student, snap, "send_code")
    student.send_code()
    showing(student, snap, "enter_code")
    student.code()
    showing(student, snap, "enter_code_arrived")
    student.enter_code()
    for step, text in (("account", ""), ("alias", "yifen.chen.practice\rHarbour9Quietly\rHarbour9Quietly")):
        showing(student, snap, step)
        typed(student, snap, text, f"{step}_filled")
    showing(student, snap, "alias_again")
    typed(student, snap, "yifen.chen.practice", "alias_again_filled")
    showing(student, snap, "done")
    student.press("shift+tab", "enter")
    showing(student, snap, "summary_card")


def cards(student: Student, snap: Snap) -> None:
    """Show the cards over a step, and refusals of the sign-in."""
    student.walk("sign_in")
    student.press("f1")
    showing(student, snap, "help_card")
    student.press("tab", "enter")
    showing(student, snap, "browser_card")
    student.press("escape")
    student.ready()
    student.press("f1")
    student.ready()
    student.press("tab", "tab", "enter")
    showing(student, snap, "desk_card")
    student.press("escape")
    student.ready()
    student.press("ctrl+q")
    showing(student, snap, "leave_card")
    student.press("escape")
    student.ready()
    menu(student)
    showing(student, snap, "menu_card")
    student.press("tab", "tab", "tab", "tab", "tab", "enter")
    showing(student, snap, "cover")
    student.press("x")


def sign_in_errors(student: Student, snap: Snap) -> None:
    """Show errors of the sign-in, from a short ID to a wrong password, and the notices after it."""
    student.walk("sign_in")
    typed(student, snap, f"10456\r{DEFAULT}\rabcd\r", "sign_in_short_id", send=False)
    student.settle(0.5)
    typed(student, snap, "7", "sign_in_mended", send=False)
    student.press("escape")
    student.at("preflight")
    student.press("enter")
    student.at("sign_in")
    typed(student, snap, f"a301045679\r{student.ask('picture')}\r", "sign_in_lower_case", send=False)
    student.press("n")
    showing(student, snap, "sign_in_refused_by_hospital")
    typed(student, snap, f"{DEFAULT}\r2222\r", "sign_in_wrong_picture", send=False)


def password_errors(student: Student, snap: Snap) -> None:
    """Show passwords that a rule refuses or advises against, and wrong contact details and phone numbers."""
    student.walk("portal_password")
    typed(student, snap, "short\rshort\r", "portal_password_broken", send=False)
    student.settle(0.5)
    again(student, "portal_password")
    typed(student, snap, "Lantern104567\rLantern104567\r", "portal_password_advice", send=False)
    student.settle(0.5)
    student.press("enter")
    student.at("contact")
    student.press(*["backspace"] * 10)
    typed(student, snap, "0912\r\r\r", "contact_broken", send=False)
    student.settle(0.5)
    student.press(*["backspace"] * 10)
    typed(student, snap, "+4917012345678\r\r\r", "contact_advice", send=False)
    student.settle(0.5)
    student.press(*["backspace"] * 20)
    student.send("0990104567\r\r\r")
    student.settle(0.5)
    showing(student, snap, "contact_saved")


def code_errors(student: Student, snap: Snap) -> None:
    """Show a wrong code, an expired one, and a taken alias."""
    student.walk("enter_code")
    typed(student, snap, "000000\r", "code_wrong", send=False)
    student.ask("jump 121")
    student.settle(1.0)
    snap("code_over")
    student.press(*["backspace"] * 8)
    typed(student, snap, "111111\r", "code_maybe_over", send=False)
    student.settle(0.5)
    student.press("enter")
    showing(student, snap, "code_expired")


def alias_errors(student: Student, snap: Snap) -> None:
    """Show a name that is not the student's, broken rules of names and passwords, and an alias that is taken."""
    student.walk("account")
    student.press("3")
    typed(student, snap, "\r", "account_somebody_else", send=False)
    student.press("shift+tab")
    student.settle()
    again(student, "account")
    student.press("1", "enter")
    student.at("alias")
    typed(student, snap, "yi..fen\rLantern7Meadow\rLantern7\r", "alias_broken", send=False)
    student.settle(0.5)
    student.press(*["backspace"] * 20)
    student.send("l1o0.chen\r")
    again(student, "alias")
    typed(student, snap, "Harbour9Quietly\rHarbour9Quietly\r", "alias_lookalike", send=False)
    student.press("enter")
    student.shows(places()["alias_again"].title)
    student.ready()
    typed(student, snap, "l1o0.chan", "alias_again_differs", send=False)
    typed(student, snap, "\r", "alias_again_broken", send=False)
    student.settle(0.5)
    student.press(*["backspace"] * 20)
    typed(student, snap, "l1o0.chen\r", "alias_taken", send=False)


def by_app(student: Student, snap: Snap) -> None:
    """Show the authenticator's code instead of a message, and a change of mind."""
    student.walk("send_code")
    student.press("2")
    showing(student, snap, "send_code_by_app")
    student.press("1")
    showing(student, snap, "send_code_by_message_again")
    student.press("2", "enter", "enter")
    showing(student, snap, "enter_code_by_app")


def lost_password(student: Student, snap: Snap) -> None:
    """Show a lost answer to the password change: two ways to find out, and one that finds out nothing."""
    student.walk("portal_password")
    typed(student, snap, "Lantern7Meadow\rLantern7Meadow\r", "read_back_new_password", send=False)
    typed(student, snap, "2222\r", "read_back_wrong_picture", send=False)
    typed(student, snap, f"{student.ask('picture')}\r", "read_back_old_password", send=False)
    typed(student, snap, f"{student.ask('picture')}\r", "read_back_settled", send=False)


def sent(step: str, name: str) -> Callable[[Student, Snap], None]:
    """Make a film of what is shown when the answer to this step is lost; `name` is the picture's."""

    def film(student: Student, snap: Snap) -> None:
        student.walk(step)
        getattr(student, step)()
        showing(student, snap, name)

    return film


def more_cards(student: Student, snap: Snap) -> None:
    """Show the large picture, and the reset for somebody who was activated before."""
    student.walk("sign_in")
    student.press("tab", "tab", "tab", "tab", "enter")
    showing(student, snap, "big_picture")
    student.press("escape")
    student.ready()
    student.press("escape")
    student.at("preflight")
    student.press("escape")
    student.shows(START)
    student.ready()
    student.press("5")
    showing(student, snap, "activated_before")
    student.press("enter")
    showing(student, snap, "reset_begun")


def notices(student: Student, snap: Snap) -> None:
    """Show the portal's notices after the sign-in, from the menu."""
    student.walk("portal_password")
    menu(student)
    student.ready()
    student.press("tab", "tab", "tab", "tab", "enter")
    showing(student, snap, "notices_card")


def questions(student: Student, snap: Snap) -> None:
    """Show the account site's own questions and answers."""
    student.walk("regulations")
    student.press("tab", "enter")
    showing(student, snap, "questions_card")


def lost_activation(student: Student, snap: Snap) -> None:
    """Show a lost answer to the activation, where the hospital reports that it was done."""
    student.walk("alias_again")
    typed(student, snap, "yifen.chen.practice\r", "read_back_activation", send=False)


def outside(student: Student, snap: Snap) -> None:
    """Show a computer outside the hospital's network, and a site in maintenance."""
    student.begin()
    showing(student, snap, "outside")


def busy(student: Student, snap: Snap) -> None:
    """Show an act that takes a while."""
    student.begin()
    student.wait_for(("處理中", "Working")[student.lang == "en"])
    snap("busy")


FILMS: Mapping[str, tuple[Callable[[Student, Snap], None], dict[str, Any]]] = {
    "journey": (journey, {}),
    "cards": (cards, {}),
    "sign_in_errors": (sign_in_errors, {}),
    "password_errors": (password_errors, {}),
    "code_errors": (code_errors, {}),
    "alias_errors": (alias_errors, {"own": ("--fault", "account.activate=alias_taken")}),
    "by_app": (by_app, {}),
    "lost_password": (lost_password, {"own": ("--fault", "portal.change_password=lost_before")}),
    "lost_contact": (
        sent("contact", "read_back_contact"),
        {"own": ("--fault", "portal.save_contact=lost_after", "--later", "portal.contact=down")},
    ),
    "stuck": (
        sent("contact", "stuck"),
        {"own": ("--fault", "portal.save_contact=lost_after", "--later", "portal.contact=session_ended")},
    ),
    "more_cards": (more_cards, {}),
    "notices": (notices, {}),
    "questions": (questions, {}),
    "lost_message": (sent("send_code", "read_back_message"), {"own": ("--fault", "account.send_code=lost_before")}),
    "lost_activation": (lost_activation, {"own": ("--fault", "account.activate=lost_after")}),
    "outside": (outside, {"own": ("--switch", "inside=off", "--fault", "account.reach=maintenance")}),
    "busy": (busy, {"own": ("--slow", "portal.reach=3")}),
    **SHORTER,
}
"""The films by name, with options for the practice program."""

"""Paints every screen of the practice wizard into pictures/, to be looked at by people: `make pictures`.

Each film is one wizard in one terminal, walked by keys; `snap` paints what stands there. Names tell size, language,
order and screen: 80x24-zh-TW-07-contact.png. A film that does not come to its end is told, and the others go on.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.terminal.student import Look, Student

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "pictures"
SIZES = ((80, 24), (120, 36))
Snap = Callable[[str], None]
ID, DEFAULT = "104567", "A301045679"
ACTIVATED, PHONE, ALIAS, CLOUD = "104569", "0990104569", "meiling.huang", "Maple-58-stone"
"""Who was activated long ago, as the first screen hands them out for the two journeys that need it."""


def journey(student: Student, snap: Snap) -> None:
    """The usual way, from the first screen to Done."""
    student.shows(("要辦哪一項？", "Which task?"))
    snap("start")
    student.begin()
    for step in ("preflight", "progress"):
        showing(student, snap, step)
        getattr(student, step)()
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
    """What lies over a step, and what the sign-in refuses."""
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
    """From an ID too short to a wrong password, and the notices behind the door."""
    student.walk("sign_in")
    typed(student, snap, f"10456\r{DEFAULT}\rabcd\r", "sign_in_short_id", send=False)
    student.settle(0.5)
    typed(student, snap, "7", "sign_in_mended", send=False)
    student.press("escape")
    student.progress()
    student.at("sign_in")
    typed(student, snap, f"a301045679\r{student.ask('picture')}\r", "sign_in_lower_case", send=False)
    student.press("n")
    showing(student, snap, "sign_in_refused_by_hospital")
    typed(student, snap, f"{DEFAULT}\r2222\r", "sign_in_wrong_picture", send=False)


def password_errors(student: Student, snap: Snap) -> None:
    """Passwords that are refused by a rule, or advised against; contact details and phone that are wrong."""
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
    """A code that is wrong, then one whose time is over; an alias that is taken."""
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
    """A name that is not yours, rules of names and passwords, and a name that somebody else has."""
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
    student.shows(_places()["alias_again"].title)
    student.ready()
    typed(student, snap, "l1o0.chan", "alias_again_differs", send=False)
    typed(student, snap, "\r", "alias_again_broken", send=False)
    student.settle(0.5)
    student.press(*["backspace"] * 20)
    typed(student, snap, "l1o0.chen\r", "alias_taken", send=False)


def by_app(student: Student, snap: Snap) -> None:
    """The code of the app in place of a message, and a change of mind."""
    student.walk("send_code")
    student.press("2")
    showing(student, snap, "send_code_by_app")
    student.press("1")
    showing(student, snap, "send_code_by_message_again")
    student.press("2", "enter", "enter")
    showing(student, snap, "enter_code_by_app")


def lost_password(student: Student, snap: Snap) -> None:
    """The answer to the change was lost: two ways of finding out, and one that finds nothing."""
    student.walk("portal_password")
    typed(student, snap, "Lantern7Meadow\rLantern7Meadow\r", "read_back_new_password", send=False)
    typed(student, snap, "2222\r", "read_back_wrong_picture", send=False)
    typed(student, snap, f"{student.ask('picture')}\r", "read_back_old_password", send=False)
    typed(student, snap, f"{student.ask('picture')}\r", "read_back_settled", send=False)


def lost_contact(student: Student, snap: Snap) -> None:
    """The answer was lost and reading back fails too: stuck."""
    student.walk("contact")
    student.contact()
    showing(student, snap, "read_back_contact")


def stuck(student: Student, snap: Snap) -> None:
    """The session ended before the lost saving could be read back: nothing more can be found out from here."""
    student.walk("contact")
    student.contact()
    showing(student, snap, "stuck")


def more_cards(student: Student, snap: Snap) -> None:
    """The large picture, and the other way for who was activated before."""
    student.walk("sign_in")
    student.press("tab", "tab", "tab", "tab", "enter")
    showing(student, snap, "big_picture")
    student.press("escape")
    student.ready()
    student.press("escape")
    student.at("progress")
    student.press("5", "enter")
    showing(student, snap, "activated_before")
    student.press("enter")
    showing(student, snap, "reset_begun")


def notices(student: Student, snap: Snap) -> None:
    """What the portal tells after the sign-in, from the menu."""
    student.walk("portal_password")
    menu(student)
    student.ready()
    student.press("tab", "tab", "tab", "tab", "enter")
    showing(student, snap, "notices_card")


def questions(student: Student, snap: Snap) -> None:
    """The account site's own questions and answers."""
    student.walk("regulations")
    student.press("tab", "enter")
    showing(student, snap, "questions_card")


def lost_message(student: Student, snap: Snap) -> None:
    """The answer to the sending was lost: only the phone can tell."""
    student.walk("send_code")
    student.send_code()
    showing(student, snap, "read_back_message")


def lost_activation(student: Student, snap: Snap) -> None:
    """The answer to the activation was lost, and the hospital tells that it took effect."""
    student.walk("alias_again")
    typed(student, snap, "yifen.chen.practice\r", "read_back_activation", send=False)


def outside(student: Student, snap: Snap) -> None:
    """A computer outside the hospital, and a site in maintenance."""
    student.begin()
    showing(student, snap, "outside")


def busy(student: Student, snap: Snap) -> None:
    """An act that takes a while."""
    student.begin()
    student.wait_for(("處理中", "Working")[student.lang == "en"])
    snap("busy")


def reset(student: Student, snap: Snap) -> None:
    """A forgotten cloud password, from the first screen to Done."""
    chosen(student, snap, "4", "start_reset")
    come(student, snap, ("開始前，請先備妥", "Before you begin"), "reset_preflight")
    student.press("enter", "enter")
    come(student, snap, ("重置前，先看一次規範", "Before the reset"), "reset_regulations")
    while student.word(_places()["send_code"].title) not in student.text():
        student.pressed("enter")
    showing(student, snap, "reset_send_code")
    student.press("tab")
    typed(student, snap, f"{ACTIVATED}\r{PHONE}", "reset_send_code_filled")
    student.shows(_places()["enter_code"].title)
    code = student.code()
    showing(student, snap, "reset_enter_code")
    student.send(f"{code}\r")
    come(student, snap, CLOUD_PASSWORD, "cloud_password")
    typed(student, snap, "short\rshort\r", "cloud_password_broken", send=False)
    student.press("escape")
    student.ready()
    student.press("enter")
    student.shows(CLOUD_PASSWORD)
    student.ready()
    typed(student, snap, "Harbour9Quietly\rHarbour9Quietly", "cloud_password_filled")
    come(student, snap, DONE, "reset_done")


def lost_reset(student: Student, snap: Snap) -> None:
    """The answer to the reset was lost: the mail tells, or nothing does."""
    proved(student)
    student.send("Harbour9Quietly\rHarbour9Quietly\r")
    title = ("查明：新的雲端服務密碼", "is the new cloud password in force")
    come(student, snap, title, "read_back_cloud_password")
    typed(student, snap, f"{ALIAS}\r2222\r", "read_back_mail_wrong_picture", send=False)
    typed(student, snap, f"{student.ask('picture')}\r", "reset_stuck", send=False)
    student.press("shift+tab", "enter")
    showing(student, snap, "reset_desk_card")


def never_activated(student: Student, snap: Snap) -> None:
    """Nothing to reset: the activation is one press away. And the card for the browser names the right link."""
    proved(student, upto="send_code", who=(ID, "0990104567"))
    showing(student, snap, "never_activated")


def mail_check(student: Student, snap: Snap) -> None:
    """From the first screen to Done: a wrong picture, a wrong password, then the right ones."""
    chosen(student, snap, "5", "start_mail_check")
    come(student, snap, ("檢查信箱登入，請先備妥", "To check the mail sign-in"), "mail_ready")
    student.press("enter")
    come(student, snap, MAIL, "mail_sign_in")
    typed(student, snap, f"{ALIAS}\r{CLOUD}\r2222\r", "mail_wrong_picture", send=False)
    typed(student, snap, f"{student.ask('picture')}", "mail_filled")
    come(student, snap, DONE, "mail_done")


def mail_forgotten(student: Student, snap: Snap) -> None:
    """A wrong cloud password: the reset is one press away. And the answer to a sign-in that was lost."""
    chosen(student, snap, "5", "start_mail_check")
    student.shows(("檢查信箱登入，請先備妥", "To check the mail sign-in"))
    student.ready()
    student.press("enter")
    student.shows(MAIL)
    student.ready()
    typed(student, snap, f"{ALIAS}\rNot-the-one-99\r{student.ask('picture')}\r", "mail_lost", send=False)
    typed(student, snap, f"Not-the-one-99\r{student.ask('picture')}\r", "mail_refused", send=False)


CLOUD_PASSWORD = ("設定新的雲端服務密碼", "Set a new cloud password")
MAIL = ("登入信箱一次，看看行不行", "Sign in to your mail once")
DONE = ("練習完成", "Practice finished")


def chosen(student: Student, snap: Snap, number: str, name: str) -> None:
    """Choose a task on the first screen, paint what is handed out for it, and begin."""
    student.shows(("要辦哪一項？", "Which task?"))
    student.ready()
    student.press(number)
    showing(student, snap, name)
    student.press("enter")


def come(student: Student, snap: Snap, title: tuple[str, str], name: str) -> None:
    """Wait for this screen and paint it."""
    student.shows(title)
    showing(student, snap, name)


def proved(student: Student, upto: str = "cloud_password", who: tuple[str, str] = (ACTIVATED, PHONE)) -> None:
    """The reset up to this step, or to the answer to the sending."""
    student.shows(("要辦哪一項？", "Which task?"))
    student.ready()
    student.press("4", "enter")
    student.shows(("開始前，請先備妥", "Before you begin"))
    student.ready()
    student.press("enter", "enter")
    student.shows(("重置前，先看一次規範", "Before the reset"))
    while student.word(_places()["send_code"].title) not in student.text():
        student.pressed("enter")
    student.press("tab")
    student.send("\r".join([*who, ""]))
    if upto == "send_code":
        return
    student.shows(_places()["enter_code"].title)
    student.send(f"{student.code()}\r")
    student.shows(CLOUD_PASSWORD)
    student.ready()


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
        lost_contact,
        {"own": ("--fault", "portal.save_contact=lost_after", "--later", "portal.contact=down")},
    ),
    "stuck": (
        stuck,
        {"own": ("--fault", "portal.save_contact=lost_after", "--later", "portal.contact=session_ended")},
    ),
    "more_cards": (more_cards, {}),
    "notices": (notices, {}),
    "questions": (questions, {}),
    "lost_message": (lost_message, {"own": ("--fault", "account.send_code=lost_before")}),
    "lost_activation": (lost_activation, {"own": ("--fault", "account.activate=lost_after")}),
    "reset": (reset, {}),
    "lost_reset": (lost_reset, {"own": ("--fault", "account.reset_cloud_password=lost_before")}),
    "never_activated": (never_activated, {}),
    "mail_check": (mail_check, {}),
    "mail_forgotten": (mail_forgotten, {"own": ("--fault", "mail.sign_in=lost_before")}),
    "outside": (outside, {"own": ("--switch", "inside=off", "--fault", "account.reach=maintenance")}),
    "busy": (busy, {"own": ("--slow", "portal.reach=3")}),
}


def showing(student: Student, snap: Snap, name: str) -> None:
    """Wait until the screen is still, then paint it."""
    student.ready()
    snap(name)


def typed(student: Student, snap: Snap, text: str, name: str, *, send: bool = True) -> None:
    """Type this in one write and paint what comes of it; then go on by Enter."""
    student.send(text)
    showing(student, snap, name)
    if send:
        student.press("enter")


def again(student: Student, step: str) -> None:
    """One step back and on again: secrets are empty then."""
    student.press("escape")
    student.ready()
    student.press("enter")
    student.settle(0.5)
    student.shows(_places()[step].title)
    student.ready()


def menu(student: Student) -> None:
    """Open the menu with Shift+Tab and Enter, wherever the focus is."""
    for _ in range(15):
        row = student.emulator.row(student.emulator.screen.lines - 1)
        focused = "".join(each.data for each in row if each.reverse or each.bg == "e6ecec")
        if ("選單", "Menu")[student.lang == "en"] in focused:
            break
        student.press("shift+tab")
        student.ready()
    student.press("enter")


def _places() -> Mapping[str, Any]:
    from tests.terminal.student import PLACES

    return PLACES


def paint_all(look: Look, wizard: tuple[str, ...], only: list[str]) -> list[str]:
    """All films in one size and language; what went wrong, by name."""
    from tests.terminal.harness import NeverCame
    from tests.terminal.paint import painted
    from tests.terminal.student import Student

    failed: list[str] = []
    count = 0
    name = f"{look}{'-ascii' if wizard else ''}"

    def snap(screen: str) -> None:
        nonlocal count
        count += 1
        painted(student.emulator.screen).save(FOLDER / f"{name}-{count:02d}-{screen}.png")

    for film, (play, more) in FILMS.items():
        if only and film not in only:
            continue
        with tempfile.TemporaryDirectory() as folder, Student(Path(folder), look, wizard=wizard, **more) as student:
            try:
                play(student, snap)
            except (NeverCame, AssertionError) as error:
                failed.append(f"{name} {film}: {error}")
                snap(f"{film}_failed")
    return failed


def main() -> int:
    """Paint them all; 1 where a film did not come to its end."""
    sys.path.insert(0, str(ROOT))
    from tests.terminal.student import Look

    options = argparse.ArgumentParser(description="Paint every screen of the practice wizard into pictures/.")
    options.add_argument("--only", action="append", default=[], choices=tuple(FILMS), help="paint these films only")
    only: list[str] = options.parse_args().only
    FOLDER.mkdir(exist_ok=True)
    looks: list[tuple[Look, tuple[str, ...]]] = [(Look(*size, lang), ()) for size in SIZES for lang in ("zh-TW", "en")]
    looks.append((Look(80, 24, "zh-TW"), ("--ascii",)))
    with ProcessPoolExecutor(2) as pool:
        jobs = [pool.submit(partial(paint_all, look, wizard, only)) for look, wizard in looks]
        failed = [each for job in jobs for each in job.result()]
    print(*failed, f"{len([*FOLDER.glob('*.png')])} pictures in {FOLDER}", sep="\n")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())

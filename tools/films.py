"""The films of `pictures.py`: each walks one wizard; `camera.snap` takes a picture of the screen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from ntuh_onboard.backend.stage import Carrier, Condition, Fault
from ntuh_onboard.journey.steps import JOURNEYS, STEPS
from ntuh_onboard.screens.base.button_acts import ButtonAct
from tests.screens.student import CLOUD, Student
from tools.filming import Camera, Setting, fill, send

Play = Callable[[Student, Camera], Awaitable[None]]


@dataclass(frozen=True)
class Film:
    """What is walked, and where it begins; `usual`: in every look, and not only in one theme or at one size."""

    play: Play
    setting: Setting = field(default_factory=Setting)
    usual: bool = False


async def straight(student: Student, camera: Camera) -> None:
    """Walk a journey to its end: each step as it comes, and filled in."""
    while True:
        step = student.step
        await camera.snap(step)
        if step == "done":
            return
        await fill(student)
        if any(each.text and each.asked.id in student.answers for each in student.view.labelled.values()):
            await camera.snap(f"{step}_filled")
        await student.fill()
        if student.step == step:
            await student.enter()
        await student.until(lambda: student.step != step, f"leaving {step}")  # noqa: B023  # asked at once


async def broken(student: Student, camera: Camera) -> None:
    """Show every step of a journey with rules broken in each of its fields."""
    for step in student.journey.order[:-1]:
        await student.walk(step)
        wrong = {key: WRONG[key] for key, each in student.view.labelled.items() if key in WRONG and each.display}
        if wrong:
            await send(student, **wrong)
            if student.step == step:
                await camera.snap(f"{step}_broken")
            for key in wrong:
                await student.put(key, "")
            student.view.enter()
            await student.ready()


WRONG: Mapping[str, str] = {
    "employee_id": "10456",
    "portal_password": "",
    "captcha": "",
    "portal_new": "short",
    "portal_again": "shor",
    "mobile_phone": "0912",
    "account_id": "1045",
    "code": "12",
    "alias": "yi..fen",
    "cloud_password": "short",
    "cloud_again": "shor",
    "alias_again": "yifen.chan",
    "cloud_new": "short",
    "cloud_new_again": "shor",
    "mail_alias": "",
}
"""What breaks a rule of each field."""


def refused(step: str, *faults: Fault) -> Play:
    """Make a film of what the hospital answers to a step."""
    act = STEPS[step].submit
    verb = act.name if act is not None else ""

    async def play(student: Student, camera: Camera) -> None:
        for fault in faults:
            student.stage.inject(verb, fault)
            await student.fill()
            await student.ready()
            await camera.snap(f"{step}_{fault.value}")

    return play


def lost(step: str, verb: str, asked: str = "") -> Play:
    """Make a film of a lost answer: what is asked, and what was found out; `asked`: a verb that gives no answer."""

    async def play(student: Student, camera: Camera) -> None:
        student.stage.inject(verb, Fault.LOST_BEFORE)
        if asked:
            with student.holding(asked):
                await student.fill(wait=False)
                await student.until(lambda: student.step != step, f"leaving {step}")
                await student.drawn()
                await camera.snap(f"{step}_lost")
        else:
            await student.fill()
            await camera.snap(f"{step}_lost")
            await student.fill()
        await student.ready()
        await camera.snap(f"{step}_found_out")

    return play


async def start(student: Student, camera: Camera) -> None:
    """Show the first screen, and what it hands out for another journey."""
    await student.drawn()
    await camera.snap("start")
    for number in range(2, 9):
        await student.press(str(number))
        await student.drawn()
        if number in (4, 5):
            await camera.snap(f"start_{number}")


async def cards(student: Student, camera: Camera) -> None:
    """Show every card, each over a step where it is offered."""
    for step, acts in CARDS:
        await student.walk(step)
        for act in acts:
            student.app.do(act)
            await student.drawn()
            await camera.snap(f"{step}_{act.value}")
            await student.close_card()


CARDS = (
    (
        "sign_in",
        (
            ButtonAct.HELP,
            ButtonAct.DESK,
            ButtonAct.MENU,
            ButtonAct.LEAVE,
            ButtonAct.BROWSER,
            ButtonAct.COVER,
            ButtonAct.ZOOM,
            ButtonAct.TRAINER,
        ),
    ),
    ("portal_password", (ButtonAct.NOTICES, ButtonAct.HELP)),
    ("contact", (ButtonAct.PHONE,)),
    ("regulations", (ButtonAct.QUESTIONS,)),
    ("alias_again", (ButtonAct.BROWSER, ButtonAct.DESK)),
    ("done", (ButtonAct.SUMMARY,)),
)


LOWER = "a301045679"
"""The default password as it is often typed."""


async def sign_in_errors(student: Student, camera: Camera) -> None:
    """Show a wrong picture code, a lower-case password, a wrong one, and a locked account."""
    await student.fill(captcha="2222")
    await camera.snap("wrong_picture")
    await student.fill(portal_password=LOWER)
    await camera.snap("lower_case")
    await student.fill(portal_password=CLOUD)
    await camera.snap("wrong_password")
    student.stage.befall(student.persona.employee_id, Condition.LOCKED)
    await student.fill()
    await camera.snap("locked")


async def advised(student: Student, camera: Camera) -> None:
    """Show advice: a password with the ID in it, a foreign number, a name of look-alikes."""
    await student.fill(portal_new="Lantern104567", portal_again="Lantern104567")
    await camera.snap("password_advice")
    await student.enter()
    await student.walk("contact")
    await send(student, mobile_phone="+4917012345678")
    await camera.snap("contact_advice")
    await student.put("mobile_phone", student.persona.phone)
    await student.walk("alias")
    await student.fill(alias="l1o0.chen")
    await camera.snap("alias_advice")
    await student.enter()
    await student.ready()
    if student.step == "alias_again":
        await camera.snap("alias_again_lookalike")
        await student.put("alias_again", "l1o0.chan")
        await camera.snap("alias_again_differs")


async def code(student: Student, camera: Camera) -> None:
    """Show a message on its way, come, a wrong code, time that runs out, and a code that has expired."""
    await camera.snap("code_awaited")
    student.clock.jump(3)
    student.tick()
    await camera.snap("code_come")
    await student.fill(code="000000")
    await camera.snap("code_wrong")
    student.clock.jump(25)
    student.tick()
    await camera.snap("code_after_half_a_minute")
    student.clock.jump(70)
    student.tick()
    await camera.snap("code_runs_out")
    student.clock.jump(60)
    student.tick()
    await camera.snap("code_over")
    await student.fill(code="111111")
    await camera.snap("code_maybe_over")
    await student.enter()
    await camera.snap("code_expired")


async def no_message(student: Student, camera: Camera) -> None:
    """Show what is said when no message comes, and a second one."""
    student.stage.carrier(Carrier.BLOCKS)
    await student.fill()
    await student.at("enter_code")
    student.clock.jump(61)
    student.tick()
    await camera.snap("no_message")
    await student.button("resend")
    await camera.snap("sent_again")
    await student.press("escape")
    await student.at("send_code")
    student.tick()
    await camera.snap("send_code_cools")


async def by_app(student: Student, camera: Camera) -> None:
    """Show the authenticator's code instead of a message."""
    await student.put("channel", "authenticator")
    await camera.snap("send_code_by_app")
    await student.put("channel", "sms")
    await student.button("retype")
    await camera.snap("send_code_other_number")
    await student.put("channel", "authenticator")
    await student.fill(channel="authenticator")
    await student.at("enter_code")
    await camera.snap("enter_code_by_app")


async def account(student: Student, camera: Camera) -> None:
    """Show a name that is spelled differently, and somebody else's."""
    for choice in ("spelling", "somebody_else"):
        await send(student, facts_right=choice)
        await camera.snap(f"account_{choice}")
        if student.step != "account":
            await student.press("escape")
            await student.at("account")


async def alias_taken(student: Student, camera: Camera) -> None:
    """Show a mail name that somebody else has."""
    student.stage.inject("account.activate", Fault.ALIAS_TAKEN)
    await student.fill()
    await student.ready()
    await camera.snap("alias_taken")


async def here(student: Student, camera: Camera) -> None:
    """Show the step where the film begins."""
    await camera.snap(student.step)


async def site_closed(student: Student, camera: Camera) -> None:
    """Show a site in maintenance before the beginning."""
    student.stage.inject("account.reach", Fault.MAINTENANCE)
    await student.button("reload")
    await camera.snap("site_in_maintenance")


async def busy(student: Student, camera: Camera) -> None:
    """Show an act that takes a while."""
    with student.holding("portal.sign_in"):
        await student.fill(wait=False)
        await student.until(lambda: student.status == "ui.busy", "the busy sign")
        await student.drawn()
        await camera.snap("busy")
    await student.ready()


def _journey(name: str) -> Setting:
    from ntuh_onboard.journey.journeys import PRACTISED_BY

    return Setting(JOURNEYS[name][0], PRACTISED_BY.get(name, "fresh"), name)


def _at(step: str, journey: str = "onboard", kind: str = "fresh") -> Setting:
    return Setting(step, kind, journey)


_HALTS = (Fault.REFUSED, Fault.MAINTENANCE, Fault.UNEXPECTED_PAGE, Fault.SESSION_ENDED)
FILMS: Mapping[str, Film] = {
    "start": Film(start, Setting(start=True), usual=True),
    **{name: Film(straight, _journey(name), usual=True) for name in JOURNEYS},
    **{f"{name}_broken": Film(broken, _journey(name)) for name in ("onboard", "reset", "mail_check")},
    "cards": Film(cards, _at("sign_in")),
    "sign_in_errors": Film(sign_in_errors, _at("sign_in")),
    "advised": Film(advised, _at("portal_password")),
    "code": Film(code, _at("enter_code")),
    "no_message": Film(no_message, _at("send_code")),
    "by_app": Film(by_app, _at("send_code")),
    "account": Film(account, _at("account")),
    "alias_taken": Film(alias_taken, _at("alias_again")),
    **{f"{step}_halts": Film(refused(step, *_HALTS), _at(step)) for step in JOURNEYS["onboard"] if STEPS[step].submit},
    "cloud_password_halts": Film(refused("cloud_password", *_HALTS), _at("cloud_password", "reset", "activated")),
    "mail_sign_in_halts": Film(refused("mail_sign_in", *_HALTS), _at("mail_sign_in", "mail_check", "activated")),
    "lost_sign_in": Film(lost("sign_in", "portal.sign_in", "portal.landing"), _at("sign_in")),
    "lost_password": Film(lost("portal_password", "portal.change_password"), _at("portal_password")),
    "lost_contact": Film(lost("contact", "portal.save_contact", "portal.contact"), _at("contact")),
    "lost_message": Film(lost("send_code", "account.send_code"), _at("send_code")),
    "lost_code": Film(lost("enter_code", "account.verify_code", "account.account"), _at("enter_code")),
    "lost_activation": Film(lost("alias_again", "account.activate", "account.activation"), _at("alias_again")),
    "lost_reset": Film(
        lost("cloud_password", "account.reset_cloud_password"), _at("cloud_password", "reset", "activated")
    ),
    "outside": Film(here, Setting(off=("inside",))),
    "site_closed": Film(site_closed),
    "busy": Film(busy, _at("sign_in")),
    "own_device": Film(here, Setting("done", own_device=True)),
    "never_activated": Film(refused("send_code"), _at("send_code", "reset")),
}
"""The films by name."""

"""Walks the product's own wizard at a site that it was not fitted to, and holds all it did and said against the truth.

The wizard is headless and real: screens, walk, lane, web backend. Of the site it knows four addresses and the words of
the packaged profile. What a student reads elsewhere, the picture code and the text message, comes from the site's
`Truth`; so does the judgement.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from ntuh_onboard.backend.mock import Practice
from ntuh_onboard.backend.protocol import Backend
from ntuh_onboard.backend.stage import Persona
from ntuh_onboard.backend.web.engines.choice import BrowserChoice
from ntuh_onboard.backend.web.http.client import Limits
from ntuh_onboard.backend.web.sites.opening import open_web
from ntuh_onboard.common.clock import SystemClock
from ntuh_onboard.common.errors import ConsentAsked
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.journey.idle import IdleWatch
from ntuh_onboard.journey.lane import Lane
from ntuh_onboard.screens.base.busy_lock import BusyLock
from ntuh_onboard.screens.base.scene import FINE, Scene
from ntuh_onboard.screens.wizard_app import OnboardApp
from ntuh_onboard.startup.exits import Exit
from ntuh_onboard.texts.languages import Language
from ntuh_onboard.texts.sentences import Texts
from tests.languages import ZH_TW
from tests.printed import printed_site
from tests.screens.student import LARGE, Student
from tests.unseen_sites.truth import Site, Truth

PORTAL, CLOUD, ALIAS = "Lantern7Meadow", "Harbour9Quietly", "ceshi.lin.practice"
COUNTED: Mapping[str, str] = {
    "sign_in": "sign_in",
    "portal_password": "password_changed",
    "contact": "contact_saved",
    "send_code": "message_sent",
    "enter_code": "code_accepted",
    "alias_again": "activated",
    "mail_sign_in": "mail_sign_in",
}
"""The step of each commit, and what the truth counts of it."""
MEANT: Mapping[str, tuple[str, ...]] = {
    "employee_id": ("104567",),
    "portal_password": ("A123456780", PORTAL),
    "old_password": ("A123456780",),
    "new_password": (PORTAL,),
    "new_password_again": (PORTAL,),
    "cloud_password": (CLOUD,),
    "cloud_password_again": (CLOUD,),
    "alias": (ALIAS, f"{ALIAS}@ntuh.gov.tw"),
    "mail_account": (ALIAS, f"{ALIAS}@ntuh.gov.tw"),
    "mail_password": (CLOUD,),
    "registered_phone": ("0952000111",),
    "mobile_phone": ("0952000111",),
}
"""What may stand in a field of this meaning, beside nothing at all and digests."""
SECRETS = ("A123456780", PORTAL, CLOUD)
EASY = Limits(connect=5, read=10, total=20, pause=0)


@dataclass
class Behind:
    """What takes a stage's place: nothing of a simulated hospital is there."""

    clock: SystemClock
    stage: object = None
    slow: object = None


@dataclass
class UnseenStudent(Student):
    """A student who types what the truth of this site knows."""

    truth: Truth = field(default_factory=Truth)

    def __post_init__(self) -> None:
        person = self.truth.person

        def captcha() -> str:
            return self.truth.captcha

        def portal() -> str:
            return self.truth.portal_password

        self.answers = {
            "employee_id": person.employee_id,
            "portal_password": portal,
            "portal_old": portal,
            "captcha": captcha,
            "read_back_captcha": captcha,
            "portal_new": PORTAL,
            "portal_again": PORTAL,
            "mobile_phone": person.mobile_phone,
            "english_given": "Ce-Shi",
            "channel": "sms",
            "account_id": person.employee_id,
            "registered_phone": person.mobile_phone,
            "code": lambda: (self.truth.messages or ["000000"])[-1],
            "arrived": lambda: "yes" if self.truth.messages else "no",
            "facts_right": "right",
            "alias": ALIAS,
            "cloud_password": CLOUD,
            "cloud_again": CLOUD,
            "cloud_new": CLOUD,
            "cloud_new_again": CLOUD,
            "alias_again": ALIAS,
            "mail_alias": ALIAS,
            "mail_password": lambda: self.truth.cloud_password or CLOUD,
            "mail_captcha": captcha,
            **self.answers,
        }


@dataclass
class Outcome:
    """What came of one site. reached: the steps that were left, in order. stuck: the step that could not be left.

    wrong_fields, wrong_claims: each in words; sent: how many fields reached the site.
    """

    reached: list[str] = field(default_factory=list)
    stuck: str = ""
    why: str = ""
    screen: str = ""
    wrong_fields: list[str] = field(default_factory=list)
    wrong_claims: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    open_sessions: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    agreed: list[str] = field(default_factory=list)
    sent: int = 0

    @property
    def passed(self) -> bool:
        """The whole journey, each commit once, nothing wrong, nothing left open."""
        return not (self.stuck or self.wrong_fields or self.wrong_claims or self.open_sessions) and self.once

    @property
    def once(self) -> bool:
        """Each commit of a step that was left took effect once; a changed password may ask for another sign-in."""
        return all(
            self.counts.get(COUNTED[step], 0) == 1 for step in COUNTED if step in self.reached and step != "sign_in"
        )


async def walked(
    site: Site, journey: str = "onboard", *, language: Language = ZH_TW, browser: BrowserChoice | None = None
) -> Outcome:
    """Walk this journey at a site that is served, and judge it; `browser`: for the pages that need it, or for all."""
    clock, truth = SystemClock(), site.truth
    profile = printed_site(servers=site.urls)
    backend = open_web(profile, clock, limits=EASY, browser=browser)
    scene = Scene(Texts(language, profile.words), clock, FINE)
    lane: Lane[Backend] = Lane(lambda: backend)
    app = OnboardApp(scene, lane, IdleWatch(SystemClock()), None, journey)
    app.lock = BusyLock(lambda: time.monotonic() * 10)
    person = truth.person
    persona = Persona("fresh", person.employee_id, person.name, Secret(""), person.mobile_phone, "", Secret(""))
    practice = cast("Practice", Behind(clock))
    student = UnseenStudent(practice, persona, clock, SystemClock(), scene, app, {}, truth=truth)
    found = Outcome()
    async with app.run_test(size=LARGE) as student.pilot:
        await student.until(lambda: app.front and app.front.frame.view, "the first step")
        await _to_the_end(student, found)
        _judge_claims(student, found)
        app.leave(Exit.UNFINISHED)
        try:
            await student.ended()
        except AssertionError:
            found.notes.append("the wizard did not end by its way out")
            await asyncio.to_thread(lane.close)
    found.counts = dict(truth.counts)
    found.sent = len(truth.received)
    found.open_sessions = sorted(truth.sessions)
    found.notes += truth.notes
    _judge_fields(truth, found)
    return found


async def _to_the_end(student: UnseenStudent, found: Outcome) -> None:
    tried = 0
    for _ in range(60):
        await student.ready()
        step, front = student.step, student.app.front
        assert front is not None
        if front.over or step == "done":
            found.reached.append("done")
            return
        try:
            before = (student.view, student.journey)
            await student.fill()
            await student.ready()
            if student.view is before[0] and student.view.advised:
                await student.enter()
                await student.ready()
            if student.view is before[0] and isinstance(front.error, ConsentAsked):
                found.agreed.append(front.error.said)
                await student.button("agree")
                await student.ready()
        except AssertionError as failed:
            found.stuck, found.why, found.screen = step, f"cannot be filled: {str(failed)[:80]}", student.screen_text()
            return
        if student.view is not before[0]:
            tried = 0
            if step not in found.reached:
                found.reached.append(step)
            continue
        tried += 1
        if tried >= 2:  # one try more, as a student would
            error = front.error
            found.stuck, found.screen = step, student.screen_text()
            found.why = f"{type(error).__name__} {vars(error)}" if error else "no move"
            return
    found.stuck, found.why = student.step, "never ends"


def _judge_claims(student: UnseenStudent, found: Outcome) -> None:
    """Each commit that the wizard calls done, or offers again as not done, held against what took effect."""
    journey, counts = student.journey, student.truth.counts
    for step, counted in COUNTED.items():
        if step not in journey.order:
            continue
        done = step in journey.done and step not in journey.by_hand
        if done and counts[counted] == 0:
            found.wrong_claims.append(f"{step} is called done and was not")
        if counts[counted] > 1 and step != "sign_in":  # a changed password may ask for another one
            found.wrong_claims.append(f"{step} took effect {counts[counted]} times")
        if not done and counts[counted] > 0 and journey.lost != step and journey.at == step and not journey.sealed:
            found.wrong_claims.append(f"{step} took effect and stands to be sent again")
    over = student.app.front is not None and student.app.front.over
    if over and "alias" in journey.order and student.truth.alias and not student.sees(f"{student.truth.alias}@"):
        found.wrong_claims.append("the address on the last screen is not the one that exists")


def _judge_fields(truth: Truth, found: Outcome) -> None:
    """Whatever was typed must have gone into the field of its meaning, and no secret anywhere else."""
    for each in truth.received:
        allowed = MEANT.get(each.meaning)
        if each.meaning == "mail_password":
            allowed = (truth.cloud_password,)
        digest = len(each.value) == 32
        if each.meaning in {"captcha", "code"}:
            continue
        if (
            allowed is not None
            and each.value
            and each.value not in allowed
            and not (digest and "password" in each.meaning)
        ):
            found.wrong_fields.append(f"{each.site} {each.path}: {each.name} ({each.meaning}) got something else")
        if allowed is None and each.value in SECRETS:
            found.wrong_fields.append(
                f"{each.site} {each.path}: {each.name} ({each.meaning or 'nothing'}) got a secret"
            )

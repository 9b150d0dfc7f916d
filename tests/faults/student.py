"""A student at the web backend behind the wire: what the wizard would do and say, without a screen.

`told` holds the keys of the sentences in the order in which the wizard shows them (`screens/frame/front.py` walks
the same way): those of an error, of a read-back that is in front, and of what it has found out.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field

from ntuh_onboard.backend.contract.subject import ALIAS, NEW_CLOUD, NEW_PORTAL
from ntuh_onboard.backend.protocol import Backend, SignInPage, SignOut
from ntuh_onboard.backend.site.simulator import Site
from ntuh_onboard.backend.site.stage_client import StageClient
from ntuh_onboard.backend.stage import Persona
from ntuh_onboard.backend.web.engines.browser.browser_engine import BrowserEngine
from ntuh_onboard.backend.web.engines.choice import BrowserChoice
from ntuh_onboard.backend.web.engines.http_engine import HttpEngine
from ntuh_onboard.backend.web.http.client import Limits
from ntuh_onboard.backend.web.profile.site_profile import load_site
from ntuh_onboard.backend.web.sites.account import WebAccount
from ntuh_onboard.backend.web.sites.opening import open_web
from ntuh_onboard.backend.web.sites.portal import WebPortal
from ntuh_onboard.common.clock import ManualClock
from ntuh_onboard.common.errors import BackendError, NotSent
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.journey.checking import Entry
from ntuh_onboard.journey.lane import Lane
from ntuh_onboard.journey.state import begin
from ntuh_onboard.journey.step import Field, Kind
from ntuh_onboard.journey.steps import READ_BACKS
from ntuh_onboard.journey.walk import Walk
from ntuh_onboard.profiles.hospital_profile import named
from ntuh_onboard.screens.base import pixels
from ntuh_onboard.screens.base.leaving import signed_out
from ntuh_onboard.screens.base.lost_answers import settled_by
from ntuh_onboard.screens.base.refusals import sentences_for
from tests.faults.wire import Wire
from tests.patience import PATIENCE, SCALE

EASY = Limits(connect=PATIENCE, read=PATIENCE, total=PATIENCE, pause=0)
"""While nothing goes wrong: the machine may be busy."""
SHORT = Limits(connect=10 * SCALE, read=1 * SCALE, total=2 * SCALE, pause=0)
"""From the request that meets a silence: no answer is waited for longer than a second."""
MINUTE = 61.0


@dataclass
class Student:
    """One student of the simulated hospital, at a computer with a clock of its own."""

    site: Site
    wire: Wire
    browser: BrowserChoice | None = None
    clock: ManualClock = field(default_factory=ManualClock)
    told: list[str] = field(default_factory=list)
    picture: bytes = field(default=b"", repr=False)
    out: bool | None = None
    answers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        site = self.site
        self.stage = StageClient(site.urls["stage"], site.token, None, lambda: self.picture)
        self.who: Persona = next(each for each in self.stage.people() if each.kind == "fresh")
        self.backend = self._opened()
        self.lane: Lane[Backend] = Lane(lambda: self.backend)
        self.walk = Walk(begin("onboard"), self.lane, self.clock)
        self.password = self.who.password.reveal()

    def _opened(self) -> Backend:
        profile = load_site(named("simulator"), servers=self.wire.urls)
        assert self.site.ca_file is None
        return open_web(
            profile, self.clock, ca_file=self.wire.ca_file, limits=EASY, shown=self._shown, browser=self.browser
        )

    def _shown(self, picture: bytes) -> None:
        self.picture = picture

    def limits(self, limits: Limits) -> None:
        """Set the limits of every site's client."""
        for site in (self.backend.portal, self.backend.account):
            assert isinstance(site, WebPortal | WebAccount)
            engine = site._visit.engine
            assert isinstance(engine, HttpEngine | BrowserEngine)
            (engine.client if isinstance(engine, HttpEngine) else engine._carrier).limits = limits

    @property
    def at(self) -> str:
        """The step in front, or the read-back."""
        return self.walk.journey.asked.id

    def commits(self, verb: str) -> int:
        """How often this commit took effect, counted at the hospital."""
        return self.stage.commits().get(verb, 0)

    # --- what the wizard does ---------------------------------------------------------------------------------------

    async def show(self, error: BackendError | None = None) -> None:
        """The step of now is in front: its page, its picture, and, where it asks nobody but the hospital, its act."""
        walk, step = self.walk, self.walk.journey.asked.id
        met = await walk.load()
        if walk.journey.asked.id != step:
            await self.show(met)
            return
        if walk.journey.lost and not walk.journey.reading:
            self._tell("step.unknown.title")
        elif step in READ_BACKS:
            self._tell(f"step.{step}.title", *self._came_instead())
        self._refused(met or error)
        if met is None and not walk.journey.sealed:
            await self.new_picture()
        if walk.journey.reading and not walk.journey.asked.fields and error is None:
            lost = walk.journey.lost
            await self.settle(await walk.read_back(Entry()), lost, step)

    async def new_picture(self) -> None:
        """Another picture code, where the step has one."""
        if self.walk.journey.asked.picture is None or self.walk.journey.sealed:
            return
        try:
            picture = await self.walk.picture()
        except BackendError as error:
            self._refused(error)
        else:
            if not drawable(picture.data):
                self._tell("ui.picture_broken")

    async def press(self, **typed: str) -> None:
        """Fill the step in and press its button."""
        walk = self.walk
        if walk.journey.lost and not walk.journey.reading:
            raise AssertionError("nothing more can be found out from here")
        if not walk.loaded:
            await self.show()
            return
        if self.at == "read_back_message":
            self.wait(3)
        entry = self._entry(**typed)
        if not walk.journey.sealed:
            blocking = [each for each in walk.check(entry) if each.level == "hospital"]
            assert not blocking, blocking
        lost, before = walk.journey.lost, walk.journey.asked.id
        await self.settle(await walk.submit(entry), lost, before)

    async def settle(self, met: BackendError | None, lost: str, before: str) -> None:
        """Say what came of an act, and show what is next. lost: the step that it asked after; before: the step then."""
        walk, error = self.walk, met
        if error is None:
            asking = bool(walk.journey.lost)
            await self.show()
            if lost and not asking:
                anew = walk.journey.learned.get("lost.anew")
                if anew or lost != "send_code":  # there the phone has told, not the hospital
                    self._tell(*settled_by(walk.journey, lost))
                if not anew and lost != "send_code":
                    self._tell("settled.done" if lost in walk.journey.done else "settled.not_done")
            return
        if walk.journey.asked.id != before:
            await self.show(error)
            return
        self._refused(error)
        if not isinstance(error, NotSent):
            await self.new_picture()

    async def resend(self) -> None:
        """Ask for another message, from where the code is typed."""
        self.wait(MINUTE)
        await self.settle(await self.walk.send_again(), "", "send_code")

    async def sign_out(self, within: float) -> None:
        """The last step: what is held is forgotten before anybody is asked (N-04)."""
        self.walk.held.forget()
        out = set((await signed_out(self.lane, within=within)).values())
        self._tell("ui.signed_out_unconfirmed" if SignOut.UNCONFIRMED in out else "ui.signed_out", "ui.nothing_stored")

    def _refused(self, error: BackendError | None) -> None:
        if error is not None:
            lost = bool(self.walk.journey.lost)
            field_here = error.field in {each.id for each in self.walk.journey.asked.fields}
            self._tell(*((f"error.{type(error).__name__}",) if field_here else sentences_for(error, lost=lost)))

    def _came_instead(self) -> list[str]:
        learned = self.walk.journey.learned
        why = learned.get("lost.why")
        return [*([str(why)] if why else []), *(["ui.lost_said"] if learned.get("lost.said") else [])]

    def _tell(self, *keys: str) -> None:
        self.told += keys

    # --- what the student types -------------------------------------------------------------------------------------

    def _entry(self, **typed: str) -> Entry:
        journey, texts, secrets = self.walk.journey, dict[str, str](), dict[str, Secret]()
        for asked in journey.fields({**self._answers(), **typed}):
            text = {**self.answers, **typed}.get(asked.id) or self._answer(asked)
            if asked.kind is Kind.SECRET:
                secrets[asked.id] = Secret(text)
            else:
                texts[asked.id] = text
        return Entry(texts, secrets)

    def _answer(self, asked: Field) -> str:
        journey = self.walk.journey
        if asked.kind is Kind.CONFIRM:
            return "yes"
        if asked.kind is Kind.CAPTCHA:
            return self.stage.picture_text()
        if asked.id == "code":
            return self.code()
        page = journey.learned.get("load.sign_in")
        if asked.id == "campus" and isinstance(page, SignInPage):
            return page.default
        first = asked.options[0] if asked.options else ""
        return self._answers().get(asked.id) or journey.starting(asked) or first

    def _answers(self) -> dict[str, str]:
        changed = self.commits("portal.change_password") > 0
        return {
            "progress": "first",
            "employee_id": self.who.employee_id,
            "portal_password": NEW_PORTAL.reveal() if changed else self.password,
            "portal_old": self.password,
            "portal_new": NEW_PORTAL.reveal(),
            "portal_again": NEW_PORTAL.reveal(),
            "mobile_phone": self.who.phone,
            "english_given": "Yi-Fen",
            "channel": "sms",
            "account_id": self.who.employee_id,
            "registered_phone": self.who.phone,
            "arrived": "yes" if self.stage.messages(self.who.phone) else "no",
            "facts_right": "right",
            "alias": ALIAS,
            "alias_again": ALIAS,
            "cloud_password": NEW_CLOUD.reveal(),
            "cloud_again": NEW_CLOUD.reveal(),
        }

    def code(self) -> str:
        """The code of the newest message; it takes its time to arrive."""
        self.wait(3)
        newest = max(self.stage.messages(self.who.phone), key=lambda each: each.sent_at)
        found = re.search(r"動態碼 ([0-9]{4,8})", newest.text)
        assert found is not None
        return found[1]

    def wait(self, seconds: float) -> None:
        """Time passes, here and at the hospital."""
        self.clock.jump(seconds)
        self.site.clock.jump(seconds)

    async def walk_to(self, step: str, **typed: str) -> None:
        """Go on until this step is in front."""
        for _ in range(40):
            if self.at == step:
                return
            if self.at == "send_code" and self.commits("account.send_code"):
                self.wait(MINUTE)  # no second message within a minute
            if self.told[-1:] == ["ui.picture_broken"]:
                await self.new_picture()
            await self.press(**typed)
        raise AssertionError(f"{step} is never reached; {self.at} is in front, and was told: {self.told}")

    async def close(self) -> None:
        """Leave."""
        self.limits(SHORT)
        await asyncio.to_thread(self.lane.close)


def drawable(data: bytes) -> bool:
    """Whether the wizard can draw this picture."""
    try:
        pixels.check(data)
    except pixels.BrokenPicture:
        return False
    return True

"""The wizard over pages, and the same student in a browser of his own, where words have changed (J0.7)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ntuh_onboard.backend.mock import Practice
from ntuh_onboard.backend.site.rewording import NEW
from ntuh_onboard.backend.site.simulator import Site
from ntuh_onboard.backend.site.stage_client import StageClient
from ntuh_onboard.backend.web.sites.opening import open_web
from ntuh_onboard.common.clock import ManualClock
from ntuh_onboard.journey.idle import IdleWatch
from ntuh_onboard.journey.lane import Lane
from ntuh_onboard.journey.steps import READ_BACKS
from ntuh_onboard.screens.base.scene import FINE, Scene
from ntuh_onboard.screens.dialogs.card import Card
from ntuh_onboard.screens.wizard_app import OnboardApp
from ntuh_onboard.texts.sentences import Texts
from tests.backend.site.browser import Browser
from tests.backend.web.practising import ONCE, profile_of
from tests.languages import ZH_TW
from tests.printed import printed
from tests.screens import moment
from tests.screens.student import ALIAS, CLOUD, PORTAL, Student

COOL_DOWN = 61.0
"""Seconds after which another message may be asked for."""


class OverPages(Practice):
    """One student of the simulated hospital, who reaches it by its pages."""

    def __init__(self, site: Site) -> None:
        super().__init__(site.hospital, site.clock)
        self._seen = b""
        self.backend = open_web(profile_of(site), site.clock, ca_file=site.ca_file, limits=ONCE, shown=self._shown)
        self.stage = StageClient(site.urls["stage"], site.token, site.ca_file, lambda: self._seen)

    def _shown(self, picture: bytes) -> None:
        self._seen = picture


@dataclass
class Person(Browser):
    """The student in a browser: finds boxes and buttons by what they are called now."""

    who_is_in: bool = False
    proved: bool = False

    def now(self, words: str) -> str:
        """What these words of the guide are called on this page."""
        stands = {each.partition(" (")[0].rstrip("：") for each in self.page.words}
        return NEW.get(words, words) if NEW.get(words) in stands else words

    def box(self, words: str) -> str:
        """The name of the box beside these words of the guide, or beside what they have become."""
        label = re.escape(self.now(words))
        return self._one(
            rf'<td class="label">{label}(?: \([^<]*\))?：</td><td>\s*<(?:input|select)[^>]* name="([^"]+)"', words
        )

    def button(self, words: str) -> str:
        """The name of the button with these words, or with what they have become."""
        label = re.escape(self.now(words))
        return self._one(rf'<input type="(?:submit|image)" name="([^"]+)"[^>]* (?:value|alt)="{label}"', words)

    def _one(self, pattern: str, words: str) -> str:
        found = re.findall(pattern, self.text)
        assert len(found) == 1, (words, self.now(words), found, self.text)
        return str(found[0])

    def give(self, press: str, filled: Mapping[str, str], *, image: bool = False) -> None:
        """Fill these boxes and press this button, all by the guide's words."""
        self.send({self.box(words): text for words, text in filled.items()}, self.button(press), image=image)

    # --- the steps --------------------------------------------------------------------------------------------------

    def do(self, step: str) -> None:
        """What the browser card of this step says; first whatever this browser has not been through yet."""
        {
            "sign_in": self._sign_in,
            "portal_password": self._portal_password,
            "contact": self._contact,
            "send_code": self._send_code,
            "enter_code": self._enter_code,
            "account": self._account,
            "alias": lambda: None,
            "alias_again": self._activate,
        }[step]()

    def _password(self) -> str:
        changed = self.site.stage.port.commits().get("portal.change_password", 0)
        return PORTAL if changed else self.person().password.reveal()

    def _sign_in(self) -> None:
        self.open("portal")
        typed = {"帳號": self.person().employee_id, "密碼": self._password(), "驗證碼": self.picture()}
        self.give("登入", typed, image=True)
        assert self.person().name in self.words, self.words
        self.who_is_in = True

    def _portal_password(self) -> None:
        if not self.who_is_in:
            self._sign_in()
        self.click("更改密碼")
        old = self._password()
        self.give("更改密碼", {"請輸入舊密碼": old, "請輸入新密碼": PORTAL, "請再輸入新密碼": PORTAL})
        assert self.alert == "更改密碼成功"
        self.click(self.now("回功能選單"))

    def _contact(self) -> None:
        if not self.who_is_in:
            self._sign_in()
        self.click("維護個人連絡資料")
        assert self.page.values[self.box("行動電話")] == self.person().phone
        self.give("異動儲存", {"英文首名": "Yi-Fen"})
        assert self.alert == "異動儲存成功"

    def _send_code(self) -> None:
        self.site.stage.port.jump(COOL_DOWN)
        self.open("account")
        self.click("啟用網路帳號及首次雲端帳號密碼設定")
        self.give("發送簡訊動態碼", {"網路帳號 / 主職員工編號": self.person().employee_id})
        self.give("確定發送", {"請輸入帳號登記的手機門號(10碼)": self.person().phone})
        assert "動態碼簡訊發送成功" in self.words, self.words
        self.click("確定")

    def _enter_code(self) -> None:
        if "account" not in self.session.cookies:
            self._send_code()
        self.give("下一步", {"簡訊(或MOTP)動態碼": self.code(self.person())})
        assert self.person().name in self.words, self.alert
        self.proved = True

    def _account(self) -> None:
        assert self.person().name in self.words

    def _activate(self) -> None:
        if not self.proved:
            self._enter_code()
        boxes = {"雲端服務帳號 (電子郵件名稱)": ALIAS, "請輸入新密碼": CLOUD, "請再輸入新密碼": CLOUD}
        self.give("啟用雲端服務", boxes)
        assert f"{ALIAS}@ntuh.gov.tw" in self.words, self.alert


def wizard_over(site: Site, clock: ManualClock) -> Student:
    """A student at the wizard, whose hospital is these pages. clock: the server's own."""
    practice = OverPages(site)
    persona = next(each for each in practice.stage.people() if each.kind == "fresh")
    known = printed()
    scene = Scene(Texts(ZH_TW, known.words, known.hosts), clock, FINE, practice.stage, persona)
    idle = ManualClock()
    app = OnboardApp(scene, Lane(lambda: practice.backend), IdleWatch(idle), None, "onboard")
    app.lock = moment.lock()
    return Student(practice, persona, clock, idle, scene, app)


async def one_step(student: Student, person: Person, by_hand: list[str]) -> None:
    """This step: at the wizard as long as its page fits, else in the browser, as the card says."""
    await student.ready()
    if student.step not in READ_BACKS and not isinstance(student.app.screen, Card):
        before = student.step
        await student.fill()
        await student.ready()
        if student.step != before or isinstance(student.app.screen, Card):
            return
    if not isinstance(student.app.screen, Card):
        student.assert_shows("ui.cannot_ask" if student.journey.lost else "error.UnexpectedPage")
        await student.button("browser")
    step = student.journey.at
    student.assert_shows("ui.browser_title", f"step.{step}.browser")
    person.do(step)
    by_hand.append(step)
    await student.button("byhand")
    await student.until(lambda: student.journey.at != step or student.shows("ui.did_title"), "the second card")
    if student.shows("ui.did_title"):
        student.assert_shows(f"did.{step}")
        await student.button("did")
    await student.until(lambda: student.journey.at != step or student.journey.sealed, f"leaving {step}")

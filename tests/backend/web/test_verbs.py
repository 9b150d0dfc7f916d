"""The web backend keeps the port's contract against the simulator server.

A talkative hospital is asked over http on pages as they are; one that tells no reasons over https, on pages whose
names, ids and labels' places are drawn. `make layouts` runs both over every layout.

In three places a browser's line cannot do what the port's text allows: an answer that is lost takes the new session's
cookies with it, so that a sign-in or a proof that did arrive cannot be read back in its own session; and a site whose
session has ended is met before a commit's form can be opened at all. Those tests are told here as they are over http.
"""
# a test says what holds by assert

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from ntuh_onboard.backend.contract import AccountSiteContract, MailContract, PortalContract
from ntuh_onboard.backend.contract.subject import (
    ALIAS,
    AWAY,
    NEW_CLOUD,
    TROUBLES,
    Subject,
    commits,
    newest_code,
    person,
    prove,
    proved_commit_tells_its_troubles,
    refused,
    send,
    sign_in,
)
from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.backend.site.layout import Layout
from ntuh_onboard.backend.site.simulator import Setting, Site, running
from ntuh_onboard.backend.stage import Fault
from ntuh_onboard.common.clock import ManualClock
from ntuh_onboard.common.errors import AnswerLost, SessionEnded
from tests.backend.web.layouts import redrawn
from tests.backend.web.practising import WebPractice


@pytest.fixture(scope="class")
def served(request: pytest.FixtureRequest) -> Iterator[Site]:
    """One server for all tests of a class, reset before each."""
    https = not request.cls.talkative
    layout = Layout().changed(redrawn({}, 1) if https else {})
    with running(Setting(https=https, layout=layout, figures=Figures().cheap()), clock=ManualClock()) as site:
        yield site


@pytest.fixture
def practice(served: Site) -> Iterator[WebPractice]:
    """A hospital as on the first day."""
    served.stage.port.reset()
    with closing(WebPractice(served)) as made:
        yield made


class OverHttpPortal(PortalContract):
    """The contract, but for what a lost answer takes with it."""

    def test_a_lost_sign_in_is_read_back(self, practice: Subject) -> None:
        """The session that arrived is nobody's: the student signs in again, and that is one more sign-in."""
        for fault, done in ((Fault.LOST_BEFORE, 0), (Fault.LOST_AFTER, 1)):
            practice.stage.inject("portal.sign_in", fault)
            refused(AnswerLost, lambda: sign_in(practice, person(practice)))
            assert commits(practice, "portal.sign_in") == done
            refused(SessionEnded, practice.backend.portal.landing)
        assert sign_in(practice, person(practice)).employee_id == person(practice).employee_id
        assert commits(practice, "portal.sign_in") == 2

    @pytest.mark.parametrize("verb", ["picture", "landing", "contact"])
    def test_every_read_tells_its_troubles(self, practice: Subject, verb: str) -> None:
        """Each is its own error, and the verb then works."""
        super().test_every_read_tells_its_troubles(practice, verb)

    @pytest.mark.parametrize("verb", ["change_password", "save_contact"])
    def test_every_commit_tells_its_troubles(self, practice: Subject, verb: str) -> None:
        """Each is its own error, nothing was done, and the same commit then works."""
        super().test_every_commit_tells_its_troubles(practice, verb)

    @pytest.mark.parametrize("verb", ["portal.sign_in_page", "portal.sign_in"])
    def test_the_sign_in_page_tells_its_troubles(self, practice: Subject, verb: str) -> None:
        """All but a session that ends before anybody is signed in: another begins, and nothing is said (Q1, F8)."""
        for fault, error in TROUBLES:
            practice.stage.inject(verb, fault)
            if error is SessionEnded:
                assert practice.backend.portal.sign_in_page().campuses
            else:
                refused(error, practice.backend.portal.sign_in_page)
        assert sign_in(practice, person(practice)).employee_id == person(practice).employee_id


class OverHttpAccount(AccountSiteContract):
    """The contract, but for what a lost answer takes with it."""

    @pytest.mark.parametrize(("fault", "done"), [(Fault.LOST_BEFORE, 0), (Fault.LOST_AFTER, 1)])
    def test_a_lost_proof_is_read_back(self, practice: Subject, fault: Fault, done: int) -> None:
        """RB-8: a code that did not arrive is still good; one that did is used up, and its session is nobody's."""
        who, account = person(practice), practice.backend.account
        send(practice, who)
        code = newest_code(practice, who)
        practice.stage.inject("account.verify_code", fault)
        refused(AnswerLost, lambda: account.verify_code(who.employee_id, code))
        assert commits(practice, "account.verify_code") == done
        refused(SessionEnded, account.account)
        if done:
            practice.stage.jump(AWAY)
            prove(practice)
        else:
            account.verify_code(who.employee_id, code)

    @pytest.mark.parametrize("verb", ["send_code", "verify_code"])
    def test_every_commit_tells_its_troubles(self, practice: Subject, verb: str) -> None:
        """Each is its own error, nothing was done, and the same commit then works."""
        super().test_every_commit_tells_its_troubles(practice, verb)

    def test_the_activation_tells_its_troubles(self, practice: Subject) -> None:
        """Each is its own error, nothing was done, and the activation then works; each time with a new proof."""
        account = practice.backend.account

        def activate() -> None:
            assert account.activate(ALIAS, NEW_CLOUD).alias == ALIAS

        proved_commit_tells_its_troubles(practice, "account.activate", lambda: prove(practice), activate)


class TestPortal(OverHttpPortal):
    talkative = True


class TestSilentPortal(OverHttpPortal):
    talkative = False


class TestAccountSite(OverHttpAccount):
    talkative = True


class TestSilentAccountSite(OverHttpAccount):
    talkative = False


class TestMail(MailContract):
    talkative = True


class TestSilentMail(MailContract):
    talkative = False

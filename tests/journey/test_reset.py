"""The shorter journeys at account site and mail: a forgotten cloud password; the check of the mail (J8.1, J7.4)."""

from __future__ import annotations

import pytest

from ntuh_onboard.backend.protocol import Purpose
from ntuh_onboard.common.errors import (
    AccountLocked,
    AlreadyActivated,
    AnswerLost,
    BackendError,
    CloudPasswordRefused,
    EnoughAsked,
    EnoughMailTries,
    Refused,
    WrongCaptcha,
    WrongCredentials,
)
from ntuh_onboard.journey.state import begin
from ntuh_onboard.journey.step_acts import MailOpened
from ntuh_onboard.journey.steps import STEPS
from ntuh_onboard.journey.summary import notes, reached
from ntuh_onboard.journey.tables import ways_on
from tests.journey.fakes import ALIAS, CLOUD, NEW
from tests.journey.walking import SECRETS, TYPED, Student, student

RESET = "account.reset_cloud_password"


def say(key: str, **values: object) -> str:
    """The name of a sentence and its values, in place of the sentence."""
    return " ".join([key.removeprefix("ui.done_"), *(str(each) for each in values.values())])


def told(it: Student) -> tuple[str, ...]:
    """What is said at the end."""
    journey = it.walk.journey
    return (*reached(journey, say), *notes(journey, say, portal_known=it.walk.held.knew_portal))


async def lost_reset(it: Student) -> None:
    """The answer to the reset is lost."""
    await it.to("cloud_password")
    it.script.then(RESET, AnswerLost())
    assert (await it.go_on()) is None
    assert it.walk.journey.asked.id == "read_back_cloud_password"


async def test_a_reset_opens_the_site_for_a_reset_and_sets_one_password() -> None:
    """J8.1: the same proof; then the new password, once; at the end what was done, and what could not be compared."""
    with student("reset") as it:
        await it.to("done")
        assert it.script.given["account.regulations"] == (Purpose.RESET,)
        assert it.script.given[RESET] == (CLOUD,)
        assert it.script.count("account.activate") == it.script.count("mail.sign_in") == 0
        assert it.walk.held.all() == {}
        assert told(it) == ("cloud_password", "cloud_used", "not_compared")


async def test_the_new_cloud_password_is_not_the_portals_where_that_is_known() -> None:
    """J6.4: a journey before this one has seen it, and hands on what tells it, but no secret."""
    with student("portal_password") as it:
        await it.to("done")
        held = it.walk.held.handed_on()
        it.walk.journey, it.walk.held = begin("reset"), held
        await it.to("cloud_password")
        broken = it.walk.check(it.entry(cloud_new=NEW, cloud_new_again=NEW))
        assert [each.rule for each in broken] == ["cloud.not_portal"]
        await it.to("done")
        assert told(it) == ("cloud_password", "cloud_used")
        assert held.all() == {}


async def test_a_refused_password_is_said_at_its_own_field() -> None:
    """The port names the field of the activation."""
    with student("reset") as it:
        await it.to("cloud_password")
        it.script.then(RESET, CloudPasswordRefused())
        met = await it.go_on()
        assert met is not None
        assert met.field == "cloud_new"
        assert it.at == "cloud_password"


async def test_a_lost_reset_is_settled_by_one_sign_in_to_the_mail() -> None:
    """With the new password; the mail is then among the sites that are left at the end."""
    with student("reset") as it:
        await lost_reset(it)
        assert it.walk.held.has("cloud_new")
        await it.walk.picture()
        assert it.script.calls[-1] == "mail.picture"
        await it.go_on()
        assert it.script.given["mail.sign_in"] == (ALIAS, CLOUD, TYPED["read_back_mail_captcha"])
        assert it.at == "done"
        assert it.script.count(RESET) == 1
        assert not it.walk.held.has("cloud_new")


async def test_a_lost_reset_whose_password_does_not_fit_stays_unknown() -> None:
    """The old one is forgotten, so that nothing can prove that it was not done: never sent again, never a success."""
    with student("reset") as it:
        await lost_reset(it)
        it.script.then("mail.sign_in", WrongCredentials())
        await it.go_on()
        journey = it.walk.journey
        assert (journey.lost, journey.reading) == ("cloud_password", "")
        assert "cloud_password" not in journey.done
        assert it.script.count(RESET) == 1


@pytest.mark.parametrize(
    ("error", "field"),
    [(WrongCaptcha(), "read_back_mail_captcha"), (AccountLocked(), "read_back_alias"), (Refused(), None)],
)
async def test_a_read_back_that_is_refused_leaves_it_lost(error: BackendError, field: str | None) -> None:
    """Said at the field of the read-back; asked again it settles, unless it was refused for good (RB-4)."""
    with student("reset") as it:
        await lost_reset(it)
        it.script.then("mail.sign_in", error)
        met = await it.go_on()
        assert met is error
        assert error.field == field
        assert it.walk.journey.lost == "cloud_password"
        if not isinstance(error, WrongCaptcha):
            assert isinstance((await it.go_on()), EnoughAsked)
            it.walk.tries["mail.sign_in"].forget()
        await it.go_on()
        assert it.at == "done"


async def test_the_mail_check_signs_in_once_and_says_so() -> None:
    """J7.4: what was verified and nothing more."""
    with student("mail_check") as it:
        await it.to("done")
        assert it.script.calls == ["mail.reach", "mail.sign_in"]
        opened = it.walk.journey.learned["mail_sign_in"]
        assert isinstance(opened, MailOpened)
        assert opened.on is not None
        assert told(it) == (f"mail {ALIAS} {opened.on:%Y/%m/%d}", "mail_read_nothing")
        assert it.walk.held.all() == {}
        assert not any(each in repr(it.walk.journey.learned) for each in SECRETS)


async def test_a_lost_mail_sign_in_proves_nothing_and_is_offered_again() -> None:
    """What it may have opened is left; it counts as a try; the next one is another."""
    with student("mail_check") as it:
        await it.to("mail_sign_in")
        it.script.then("mail.sign_in", AnswerLost())
        await it.go_on()
        assert it.walk.journey.asked.id == "read_back_mail"
        await it.go_on()
        assert it.script.calls[-1] == "mail.sign_out"
        assert (it.at, it.walk.journey.lost) == ("mail_sign_in", "")
        assert (it.walk.tries["mail.sign_in"].refused, it.walk.tries["mail.sign_in"].unsure) == (0, 1)
        assert it.walk.journey.learned["lost.anew"] is True
        assert "mail_sign_in" not in it.walk.journey.done
        await it.go_on()
        assert it.at == "done"


async def test_three_wrong_cloud_passwords_are_enough() -> None:
    """The fourth is not sent: a forgotten password is reset, not guessed (P-08)."""
    with student("mail_check") as it:
        await it.to("mail_sign_in")
        it.script.then("mail.sign_in", *(WrongCredentials(field="cloud_password") for _ in range(3)))
        for _ in range(3):
            met = await it.go_on()
            assert met is not None
            assert met.field == "mail_password"
        met = await it.go_on()
        assert isinstance(met, EnoughMailTries)
        assert ways_on.JOURNEYS[type(met)] == "reset"
        assert it.script.count("mail.sign_in") == 3


async def test_who_was_activated_before_is_led_to_the_reset() -> None:
    """J0.4, J5.6: by the guard and by the site alike; the journey stands where it was."""
    with student() as it:
        await it.to("progress")
        met = await it.go_on(progress="activated_before")
        assert isinstance(met, AlreadyActivated)
        assert ways_on.JOURNEYS[type(met)] == "reset"
        await it.to("send_code")
        it.script.then("account.send_code", AlreadyActivated())
        met = await it.go_on()
        assert isinstance(met, AlreadyActivated)
        assert it.at == "send_code"


@pytest.mark.parametrize("step", ["cloud_password", "mail_sign_in"])
def test_a_password_that_was_set_or_tried_is_not_sent_again(step: str) -> None:
    """Once done, the step is sealed (R-01)."""
    assert STEPS[step].sealed

"""Each move by itself: what it changes, what it leaves, and by what name an impossible one is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from ntuh_onboard.backend.protocol import Landing, Outcome, Reach, Regulations, SignInPage, SiteState
from ntuh_onboard.common.errors import ImpossibleMove
from ntuh_onboard.journey import moves
from ntuh_onboard.journey.state import ByHand, Journey, Sending, begin
from ntuh_onboard.journey.step import Need
from ntuh_onboard.journey.step_acts import Found
from ntuh_onboard.journey.steps import JOURNEYS

DAY = date(2026, 11, 25)
Move = Callable[[Journey], Journey]


def at(step: str, journey: str = "onboard") -> Journey:
    """A journey in which all goes well up to this step."""
    here = begin(journey)
    while here.at != step:
        here = moves.advance(here)
    return here


def lost(step: str, journey: str = "onboard") -> Journey:
    """The answer to this step's commit is lost."""
    return moves.lose(at(step, journey))


def answered(progress: str) -> Journey:
    """The step after those that only ask: how far the student is, and whether all is in hand."""
    return moves.advance(moves.advance(at("progress"), {"progress": progress}))


def go_to(step: str) -> Move:
    return lambda journey: moves.go_to(journey, step)


def pass_over(step: str) -> Move:
    return lambda journey: moves.pass_over(journey, step)


def end(need: Need) -> Move:
    return lambda journey: moves.end_session(journey, need)


def resume(step: str) -> Move:
    return lambda journey: moves.resume(journey, step)


def settle(journey: Journey) -> Journey:
    return moves.settle(journey, Found(Outcome.DONE))


IMPOSSIBLE = [
    (at("progress"), moves.back, "back"),
    (at("done"), moves.back, "back"),
    (lost("sign_in"), moves.back, "back"),
    (at("preflight"), go_to("alias"), "go to alias"),
    (at("alias"), go_to("mail_sign_in"), "go to mail_sign_in"),
    (at("alias"), go_to("done"), "go to done"),
    (answered("password_changed"), go_to("portal_password"), "go to portal_password"),
    (lost("contact"), go_to("sign_in"), "go to sign_in"),
    (at("alias"), resume("mail_sign_in"), "resume mail_sign_in"),
    (at("alias"), resume("progress"), "resume progress"),
    (at("contact"), resume("alias"), "resume alias"),
    (lost("contact"), resume("sign_in"), "resume sign_in"),
    (at("alias"), pass_over("mail_sign_in"), "pass over mail_sign_in"),
    (at("alias"), pass_over("done"), "pass over done"),
    (lost("sign_in"), pass_over("portal_password"), "pass over portal_password"),
    (at("done"), moves.advance, "advance"),
    (lost("contact"), moves.advance, "advance"),
    (moves.did_by_hand(at("sign_in")), moves.advance, "advance"),
    (at("preflight"), moves.lose, "lose"),
    (at("account"), moves.lose, "lose"),
    (lost("contact"), moves.lose, "lose"),
    (moves.go_to(at("contact"), "sign_in"), moves.lose, "lose"),
    (moves.did_by_hand(at("sign_in")), moves.lose, "lose"),
    (at("sign_in"), settle, "settle"),
    (replace(lost("sign_in"), reading=""), settle, "settle"),
    (at("sign_in"), moves.read_again, "read again"),
    (at("done"), moves.did_by_hand, "by hand"),
    (at("mail_sign_in", "mail_check"), end(Need.PORTAL_SESSION), "end portal_session"),
    (at("mail_sign_in", "mail_check"), end(Need.NOTHING), "end nothing"),
    (answered("mail_only"), end(Need.PORTAL_SESSION), "end portal_session"),
]


@pytest.mark.parametrize(("journey", "move", "name"), IMPOSSIBLE, ids=[f"{it[2]}-{it[0].at}" for it in IMPOSSIBLE])
def test_an_impossible_move_is_refused_by_its_name_and_its_step(journey: Journey, move: Move, name: str) -> None:
    """So that a fault of ours is found in the log of a front that asked for it."""
    with pytest.raises(ImpossibleMove) as refused:
        move(journey)
    assert (refused.value.move, refused.value.at) == (name, journey.at)
    assert name in str(refused.value)


@pytest.mark.parametrize(
    ("said", "step", "then", "stands_at", "skipped"),
    [
        ("mail_only", "contact", "password_changed", "sign_in", {"portal_password"}),
        ("mail_only", "portal_password", "first", "sign_in", set()),
        ("mail_only", "sign_in", "password_changed", "sign_in", {"portal_password"}),
        ("password_changed", "portal_password", "first", "portal_password", set()),
        ("password_changed", "contact", "password_changed", "contact", {"portal_password"}),
        ("first", "contact", "first", "contact", set()),
    ],
)
def test_a_step_that_a_choice_left_out_is_brought_back(
    said: str, step: str, then: str, stands_at: str, skipped: set[str]
) -> None:
    """The choice becomes the one that leaves out most of the others still; what the step needs comes first."""
    journey = answered(said)
    while journey.at != "send_code":
        journey = moves.advance(journey)
    back = moves.bring_back(journey, step)
    assert (back.texts["progress"], back.at, set(back.skipped)) == (then, stands_at, skipped)
    assert back.texts == {**journey.texts, "progress": then}


def test_a_step_that_was_left_for_an_earlier_one_is_gone_on_with() -> None:
    """Nothing was done at the earlier one, and all before it is done or left out."""
    code = at("enter_code")
    assert moves.resume(moves.go_to(code, "send_code"), "enter_code") == code
    short = moves.advance(moves.advance(answered("mail_only")))
    assert moves.resume(moves.go_to(short, "send_code"), "enter_code").at == "enter_code"


def test_no_step_is_brought_back_from_what_comes_after() -> None:
    """Only what was left out behind the student."""
    with pytest.raises(ImpossibleMove):
        moves.bring_back(answered("mail_only"), "alias")


def test_what_was_done_by_hand_tells_its_day_and_who_says_so() -> None:
    """The student says so unless the hospital shows it; a lost commit is over with it."""
    journey = lost("contact")
    told = moves.did_by_hand(journey, DAY)
    assert told.told_by_hand == {"contact": ByHand(DAY, seen=False)}
    assert (told.lost, told.reading, told.at, [*told.by_hand]) == ("", "", "regulations", ["contact"])
    assert moves.did_by_hand(journey, DAY, seen=True).told_by_hand == {"contact": ByHand(DAY, seen=True)}
    assert moves.did_by_hand(journey).told_by_hand == {"contact": ByHand(None, seen=False)}


def test_steps_that_one_script_makes_are_done_by_hand_together() -> None:
    """Those after them are not; without a script it is the one step."""
    scripted = moves.script_made(at("sign_in"), "portal")
    told = moves.did_all_by_hand(scripted, DAY, seen=True)
    assert told.at == "regulations"
    assert told.told_by_hand == dict.fromkeys(("sign_in", "portal_password", "contact"), ByHand(DAY, seen=True))
    assert moves.did_all_by_hand(scripted).told_by_hand["contact"] == ByHand(None, seen=False)
    alone = moves.did_all_by_hand(at("contact"), DAY)
    assert (alone.at, alone.told_by_hand) == ("regulations", {"contact": ByHand(DAY, seen=False)})


@pytest.mark.parametrize(
    ("value", "scripted"),
    [
        (Landing("900001", "", by_script=("contact", "portal_password")), {"contact", "portal_password"}),
        (Landing("900001", ""), set()),
        (Regulations(("不可借用",), by_script=True), {"account"}),
        (Regulations(("不可借用",)), set()),
        ((Reach("p", SiteState.NEEDS_BROWSER, site="portal"), Reach("a", SiteState.UP, site="account")), {"portal"}),
        ((Reach("p", SiteState.DOWN, site="portal"), "portal"), set()),
        (SignInPage((), ""), set()),
    ],
)
def test_a_page_tells_which_pages_only_a_browser_can_press(value: object, scripted: set[str]) -> None:
    """Whether it was read to be shown or came as an answer; what is known is added to what was."""
    before = moves.script_made(at("preflight"), "mail")
    assert moves.learn(before, value).scripted == {"mail"} | scripted
    assert moves.learn(before, value).learned == {"load.preflight": value}
    assert moves.advance(before, value=value).scripted == {"mail"} | scripted
    assert moves.script_made(before).scripted == {"mail"}
    assert moves.advance(before).learned == {}, "nothing came, so nothing is known"


def test_a_step_that_the_sites_show_as_done_is_passed_over() -> None:
    """The student stays, or goes on if it is the step in front; everything else is as it was (J0.4)."""
    here = at("sign_in")
    ahead = moves.pass_over(here, "portal_password")
    assert ahead == replace(here, done=here.done | {"portal_password"})
    assert moves.advance(ahead).at == "contact"
    assert moves.pass_over(at("preflight"), "progress").at == "preflight"
    passed = moves.pass_over(at("portal_password"), "portal_password")
    assert (passed.at, "portal_password" in passed.done) == ("contact", True)


def test_a_lost_commit_keeps_what_is_known_of_it() -> None:
    """What the answer said, what came instead, and when it was sent; beside what the sites said before."""
    before = moves.learn(at("send_code"), "page")
    here = moves.lose(before, "忙線中", why="said.busy", at=41.5, came=True)
    told = {"lost.said": "忙線中", "lost.why": "said.busy", "lost.at": 41.5, "lost.came": True, "lost.told": ""}
    assert here.learned == {**before.learned, **told}
    assert (here.lost, here.reading) == ("send_code", "read_back_message")
    assert here.sent == {"send_code": Sending.UNKNOWN}
    nothing = {"lost.said": "", "lost.why": "", "lost.at": None, "lost.came": False, "lost.told": ""}
    assert moves.lose(before).learned == {**before.learned, **nothing}


def test_a_read_back_tells_what_it_found() -> None:
    """Its words, its outcome under its name, its value as the commit's own; not done is noted as such."""
    here = lost("contact")
    done = moves.settle(here, Found(Outcome.DONE, "page", said="已儲存"))
    assert (done.learned["contact"], done.learned["lost.told"], done.learned["lost.anew"]) == ("page", "已儲存", False)
    assert (done.learned["read_back_contact"], done.at) == (Outcome.DONE, "regulations")
    not_done = moves.settle(here, Found(Outcome.NOT_DONE))
    assert (not_done.at, not_done.lost, not_done.reading) == ("contact", "", "")
    assert not_done.sent == {"contact": Sending.NOT_DONE}
    unknown = moves.settle(here, Found(Outcome.UNKNOWN, said="?"))
    assert (unknown.lost, unknown.reading, unknown.learned["lost.told"]) == ("contact", "", "?")
    assert "read_back_contact" not in unknown.learned


@pytest.mark.parametrize(
    ("step", "lacks", "stands_at"),
    [("sign_in", Need.PORTAL_SESSION, "sign_in"), ("enter_code", Need.PROOF, "send_code")],
)
def test_another_attempt_may_begin_in_place_of_one_that_is_unknown(step: str, lacks: Need, stands_at: str) -> None:
    """Where the step gives something, it is to be got anew; a message is just sent again."""
    anew = moves.settle(lost(step), Found(Outcome.UNKNOWN, anew=True))
    assert (anew.at, anew.lost, anew.reading, anew.learned["lost.anew"]) == (stands_at, "", "", True)
    assert lacks not in anew.have
    message = moves.settle(lost("send_code"), Found(Outcome.UNKNOWN, anew=True))
    assert (message.at, message.lost) == ("send_code", "")


@pytest.mark.parametrize(
    ("journey", "need", "stands_at"),
    [
        (at("alias"), Need.PROOF, "send_code"),
        (at("enter_code"), Need.PROOF, "send_code"),
        (at("contact"), Need.PROOF, "contact"),
        (at("alias"), Need.PORTAL_SESSION, "sign_in"),
        (at("progress"), Need.PORTAL_SESSION, "progress"),
        (lost("alias_again"), Need.PROOF, "send_code"),
    ],
)
def test_a_session_that_is_over_is_begun_where_it_is_given(journey: Journey, need: Need, stands_at: str) -> None:
    """Nobody is sent ahead for it, nothing else that is done is undone, and nothing stays lost."""
    over = moves.end_session(journey, need)
    giver = journey.giver(need)
    assert giver is not None
    start = journey.table[giver].restart or giver
    assert (over.at, over.lost, over.reading) == (stands_at, "", "")
    assert over.have == journey.have - {need}
    assert over.done == journey.done - {giver, start}


def test_what_rests_on_a_corrected_answer_is_opened_and_what_was_typed_stays() -> None:
    """A number typed twice is corrected with its original; another answer of the same step is not touched."""
    journey = moves.keep(at("contact"), {"mobile_phone": "0900000001", "english_given": "Mei"})
    journey = moves.keep(moves.go_to(at_from(journey, "send_code"), "send_code"), {"registered_phone": "0900000001"})
    corrected = moves.keep(moves.go_to(journey, "contact"), {"mobile_phone": "0900000002"})
    assert corrected.texts["mobile_phone"] == "0900000002"
    assert corrected.texts["english_given"] == "Mei"
    assert "registered_phone" not in corrected.texts
    same = moves.keep(moves.go_to(journey, "contact"), {"mobile_phone": "0900000001"})
    assert same.texts["registered_phone"] == "0900000001"
    other = moves.keep(replace(journey, texts={**journey.texts, "registered_phone": "0900000007"}), {})
    assert moves.keep(moves.go_to(other, "contact"), {"mobile_phone": "0900000002"}).texts["registered_phone"] == (
        "0900000007"
    )


def at_from(journey: Journey, step: str) -> Journey:
    """The same journey further on."""
    while journey.at != step:
        journey = moves.advance(journey)
    return journey


def test_a_step_done_here_after_all_no_longer_counts_as_done_by_hand() -> None:
    """Unless it is sealed: then it is not done again. What was got by hand gives this program no session (J0.7)."""
    here = moves.advance(moves.back(moves.did_by_hand(at("contact"))))
    assert (here.by_hand, here.at) == (frozenset(), "regulations")
    sealed = moves.advance(moves.back(moves.did_by_hand(at("sign_in"))))
    assert ([*sealed.by_hand], sealed.at) == (["sign_in"], "portal_password")
    assert Need.PORTAL_SESSION not in sealed.have


def test_every_journey_is_walked_back_to_its_begin() -> None:
    """Step by step, except from its last, where everything is over."""
    for name, order in JOURNEYS.items():
        journey, seen = at(order[-2], name), [order[-2]]
        while journey.before is not None:
            journey = moves.back(journey)
            seen.append(journey.at)
        assert seen == [*reversed(order[:-1])]

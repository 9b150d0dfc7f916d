"""What was reached, in words without any secret: for the last screen and for the page to keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from ntuh_onboard.backend.protocol import Account, Activation
from ntuh_onboard.journey.state import ByHand, Journey, begin
from ntuh_onboard.journey.steps import JOURNEYS
from ntuh_onboard.journey.summary import lines, page
from ntuh_onboard.profiles import hospital_profile
from ntuh_onboard.texts.languages import Language, languages
from ntuh_onboard.texts.sentences import Texts
from tests.journey.fakes import ACCOUNT, ALIAS, FROM, PAGE, PHONE
from tests.journey.walking import SECRETS, student

ALL = frozenset(JOURNEYS["onboard"])
ACTIVATION = Activation(ALIAS, f"{ALIAS}@ntuh.gov.tw", FROM)
WALKED: Mapping[str, object] = {"alias_again": ACTIVATION, "enter_code": ACCOUNT, "load.contact": PAGE}


def say(key: str, **values: object) -> str:
    """The name of a sentence and its values, in place of the sentence."""
    return " ".join([key.removeprefix("ui.done_"), *(str(each) for each in values.values())])


def ended(
    name: str = "onboard", *, done: frozenset[str] = ALL, by_hand: tuple[str, ...] = (), **learned: object
) -> Journey:
    """A journey at its end; `learned` in place of the usual pages."""
    order = JOURNEYS[name]
    known = {**WALKED, **learned} if "alias_again" in order else {}
    at_end = replace(begin(name), at=order[-1], done=done & frozenset(order), by_hand=frozenset(by_hand))
    return replace(at_end, learned={key: value for key, value in known.items() if value is not None})


def told(journey: Journey, *, portal_known: bool = True) -> tuple[str, ...]:
    """The names of the sentences."""
    return lines(journey, say, portal_known=portal_known)


def test_the_whole_way() -> None:
    """The address, the day from which it works, and where each password is used (J7.1)."""
    assert told(ended()) == (
        "portal_password",
        "contact",
        f"alias {ALIAS}@ntuh.gov.tw",
        "effective 2026/11/25",
        "portal_used",
        "cloud_used",
        "tomorrow",
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [("portal_password", ("portal_password", "portal_used")), ("contact", ("contact",))],
)
def test_the_shorter_ways(name: str, expected: tuple[str, ...]) -> None:
    """Nothing is said of what they do not touch."""
    assert told(ended(name)) == expected


def test_what_was_not_done_is_not_claimed() -> None:
    """Not even where another step was."""
    assert told(ended(done=frozenset(), alias_again=None)) == ("portal_used",)


def test_what_was_done_in_the_browser_is_said_so() -> None:
    """What the hospital shows, and what only the student has said, are told apart, with the day (J0.7)."""
    journey = ended(by_hand=("portal_password", "contact", "alias_again"), alias_again=None, enter_code=None)
    known = {"portal_password": ByHand(FROM, seen=True), "contact": ByHand(FROM)}
    assert told(replace(journey, told_by_hand=known)) == (
        "portal_password_seen 2026/11/25",
        "contact_by_hand 2026/11/25",
        "alias_by_hand ",
        "portal_used",
        "cloud_used",
    )


def test_a_site_that_asked_for_no_cloud_password_is_said_so() -> None:
    """It is never implied that the portal's works there (J6.6)."""
    without = ended(enter_code=replace(ACCOUNT, asks_password=False))
    for known in (True, False):
        assert told(without, portal_known=known)[-1] == "no_cloud_password"
        assert "not_compared" not in told(without, portal_known=known)


def test_a_password_that_could_not_be_compared_is_said_so() -> None:
    """Begun at the account site, or changed in the browser (J2.4)."""
    assert told(ended(), portal_known=False)[-1] == "not_compared"
    assert "not_compared" not in told(ended("portal_password"), portal_known=False)


def test_a_misspelled_name_is_to_be_reported() -> None:
    """Going on was right, but it must be mended later (J6.1)."""
    assert told(replace(ended(), texts={"facts_right": "spelling"}))[-1] == "spelling"
    assert "spelling" not in told(replace(ended(), texts={"facts_right": "right"}))


@pytest.mark.parametrize("language", languages(), ids=str)
@pytest.mark.parametrize("asks", [True, False])
async def test_no_secret_and_no_number_is_in_it(language: Language, *, asks: bool) -> None:
    """In a real walk and real sentences (J7.2)."""
    texts = Texts(language, hospital_profile.load().words)
    with student() as it:
        it.script.then("account.verify_code", Account("900001", "陳怡芬", "醫學系", "2027/07/31", asks_password=asks))
        await it.to("done")
        found = lines(it.walk.journey, texts.say, portal_known=it.walk.held.knew_portal)
    written = page("title", found) + "".join(found)
    assert f"{ALIAS}@ntuh.gov.tw" in written
    assert "2026/11/25" in written
    assert not any(each in written for each in (*SECRETS, PHONE, "陳怡芬", "醫學系"))
    assert (texts.say("ui.done_no_cloud_password") in found) is not asks


class Reader(HTMLParser):
    """The tags and the visible texts of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(data.strip())


def test_a_page_holds_its_lines_and_nothing_that_runs_or_loads() -> None:
    """It can be opened anywhere."""
    read = Reader(page("摘要", ("一", "二"), practice="練習模式"))
    assert read.tags == [
        *("html", "head", "meta", "title", "style", "body", "h1", "p", "strong", "ul", "li", "li"),
    ]
    assert read.attributes == ["charset"]
    assert read.texts[-4:] == ["摘要", "練習模式", "一", "二"]


def test_a_page_for_real_has_no_banner() -> None:
    """Practice is never mistaken for real, and the other way round (J8.3)."""
    assert "strong" not in Reader(page("摘要", ("一",))).tags


def test_what_a_site_said_cannot_become_a_part_of_the_page() -> None:
    """Neither in a line nor in the title nor in the banner."""
    nasty = '<script>alert("1")</script>&lt;'
    read = Reader(page(nasty, (nasty,), practice=nasty))
    assert "script" not in read.tags
    assert read.texts.count(nasty) == 4

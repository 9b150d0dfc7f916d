"""Give consent to a site's own regulations, and confirm what the student has confirmed here (J4.1, J6.3).

No other consent is ever given for a student. One about anybody's data, advertising or an authorisation is another one,
wherever it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ntuh_onboard.backend.web.failures import UnexpectedPage
from ntuh_onboard.backend.web.html.buttons import Act
from ntuh_onboard.backend.web.html.controls import FILLED, Control, Kind
from ntuh_onboard.backend.web.html.form_buttons import sending_act
from ntuh_onboard.backend.web.html.form_draft import Draft
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.html.tree import Element
from ntuh_onboard.backend.web.html.word_forms import plain
from ntuh_onboard.backend.web.profile.site_profile import SiteProfile
from ntuh_onboard.profiles.control_words import control_words

_LONGEST_QUESTION = 6
"""Lines of a box that asks for agreement, with those of its buttons."""


def consent_to_regulations(profile: SiteProfile, page: Page, form: Element) -> Iterator[Control]:
    """Yield the ticks, or the radio buttons, of this form by which its regulations are agreed to."""
    general = control_words().ticks
    own = plain(profile.words["regulations"])
    agrees, others = (tuple(map(plain, general[key])) for key in ("agree", "another_consent"))
    for each in page.controls:
        if each.form is not form or each.kind not in {Kind.TICK, Kind.RADIO} or not each.seen or each.checked:
            continue
        words = _words(page, each)
        if _has(words, (own, *map(plain, general["regulations"]))) and _has(words, agrees) and not _has(words, others):
            yield each


def confirmed_by_student(page: Page, form: Element) -> Iterator[Control]:
    """Yield the ticks of the activation by which one says what the student has confirmed in the wizard, and no more.

    That is that the mail name can never be changed, and that it and the facts of the account are right (J6.2, J6.3).
    """
    general = control_words().ticks
    says, mine, more = (tuple(map(plain, general[key])) for key in ("declare", "confirmed", "binding"))
    for each in page.controls:
        if each.form is not form or each.kind is not Kind.TICK or not each.seen or each.checked:
            continue
        words = _words(page, each)
        if (
            _has(words, says)
            and _has(words, mine)
            and not _has(words, (*more, *map(plain, general["another_consent"])))
        ):
            yield each


def _words(page: Page, tick: Control) -> str:
    return " ".join(plain(mine.text) for mine in page.labels.claims(tick))


def _has(words: str, parts: Iterable[str]) -> bool:
    return any(part in words for part in parts)


def agreed(profile: SiteProfile, page: Page, act: Act) -> Draft:
    """Return the form that this entry sends, with the regulations agreed to."""
    draft = page.draft(act)
    for each in consent_to_regulations(profile, page, draft.form):
        draft.tick(each)
    return draft


def agreement(profile: SiteProfile, page: Page) -> Act | None:
    """Return what agrees in a box that asks for nothing but agreement to the regulations; None if it is no such box."""
    asks = any(each.seen and each.kind in FILLED for each in page.controls)
    if asks or not page.driven or len(page.lines) > _LONGEST_QUESTION:
        return None
    general = control_words().ticks
    said = " ".join(page.plain_lines)
    own = (plain(profile.words["regulations"]), *map(plain, general["regulations"]))
    others = (plain(each) for each in general["another_consent"] if each not in general["refuse"])
    if not _has(said, own) or not _has(said, map(plain, general["agree"])) or _has(said, others):
        return None
    refuses = tuple(plain(each) for each in (*general["refuse"], *control_words().buttons["away"]))
    consents = tuple(map(plain, general["consent"]))
    words = {each: plain(each.words) for each in page.acts}
    agreeing = [each for each, told in words.items() if _has(told, consents) and not _has(told, refuses)]
    return agreeing[0] if len(agreeing) == 1 else None


def past_regulations(profile: SiteProfile, page: Page) -> tuple[Draft, Act] | None:
    """Return how to pass a page that asks again for agreement; None if this is no such page."""
    for form in dict.fromkeys(each.form for each in page.controls if each.form is not None):
        if not any(consent_to_regulations(profile, page, form)):
            continue
        if any(each.form is form and each.seen and each.kind is Kind.TEXT for each in page.controls):
            continue
        try:
            act = sending_act(form, "next", profile.clue("next"), page.acts, page.controls)
        except UnexpectedPage:
            continue
        return agreed(profile, page, act), act
    return None

"""What the answer to a commit comes to: done, refused, or neither (O-10, H-12, R-01)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why, unknown, without_past
from ntuh_onboard.backend.web.html.new_words import News, standing, standing_of
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.sites.page_phrases import Sayings
from ntuh_onboard.common import errors

Value = TypeVar("Value")
_ERROR_STATUS, _SERVER_ERROR = 400, 500
_OF_THE_ACCOUNT = (errors.AlreadyActivated, errors.AccountExpired)
"""What is said of the account itself does not speak against having come through a door, nor against an activation."""


@dataclass(frozen=True, slots=True)
class Commit(Generic[Value]):
    """By what the answer to a commit is judged.

    act: the name of its general words. value: what a page of success brings; None where it is not that. mark: the
    profile's words of success. With a mark it was done where the answer says so, or shows it; without one it leads
    through a door, and was done where `value` finds something. shows: whether a page shows what only it can show that
    was done. but: refusals that are none here. between: whether notices may stand between the answer and the page that
    counts.
    """

    act: str
    value: Callable[[Page], Value | None]
    mark: str = ""
    shows: Callable[[Page], bool] = field(default=lambda _: False)
    but: tuple[type[errors.Refused], ...] = ()
    between: bool = False


def outcome(site: Sayings, page: Page, new: News, commit: Commit[Value], pressed: str) -> Value:
    """The value of a commit; raises Refused, SessionEnded, or AnswerUnclear where the answer tells neither.

    new: what the answer says that did not stand on the page before. pressed: the words of the button that was pressed.
    """
    fine = page.status < _ERROR_STATUS
    said = site.says_done(_not_refusing(site, new), commit.act, commit.mark) if commit.mark and fine else ""
    if not said and site.mentions(page, "session_ended"):
        raise errors.SessionEnded(site.site, site.said(page))
    loud = site.known_refusal(new.loud, but=commit.but)
    if commit.mark:
        judged = bool(said) or (fine and commit.shows(page))
    else:
        judged = fine and not isinstance(loud, _OF_THE_ACCOUNT)
    value = _value(page, new, commit) if judged else None
    refused = loud or _quiet_refusal(site, page, new, commit, pressed, came=value is not None)
    if value is not None and refused is None:
        page.stood = standing(page) - standing_of(said)
        return value
    if refused is None and not commit.mark and fine and new.messages and _is_door(site, page):
        refused = errors.Refused(new.said)  # the same page again, and it says so loudly (J1.5)
    if refused is not None and value is None:
        page.stood = standing(page) - standing_of(*new.texts)
        raise refused
    raise unknown(Why.NOT_FOUND if refused is None else Why.AMBIGUOUS, new.said)


def _not_refusing(site: Sayings, new: News) -> list[str]:
    """What is new and is not known for a refusal: 「動態碼已發送，請稍候」 is none that says that it was sent."""
    return [each for each in new.texts if site.known_refusal([each]) is None]


def _value(page: Page, new: News, commit: Commit[Value]) -> Value | None:
    """What the page brings; one that cannot be read is no success."""
    try:
        return commit.value(page)
    except (errors.NotSent, errors.Maintenance, errors.UnexpectedPage) as failed:
        why = getattr(failed, "why", Why.NOT_FOUND)
    raise without_past(unknown(why, new.said))


def _quiet_refusal(
    site: Sayings, page: Page, new: News, commit: Commit[Value], pressed: str, *, came: bool
) -> errors.Refused | None:
    """A refusal that is not loud, or in general words; none where one has come through a door. came: it was done."""
    if came and not commit.mark:
        return None
    known = site.known_refusal(new.lines, but=(*commit.but, *(_OF_THE_ACCOUNT if came else ())))
    if known is not None or page.status >= _SERVER_ERROR:
        return known
    here = any(each.words == pressed and each.is_button for each in page.acts)
    return site.general_refusal(new, commit.act, beside_form=here and not came, loudly=not came)


def _is_door(site: Sayings, page: Page) -> bool:
    """Whether the page is the door; one with several such boxes is not."""
    try:
        return site.at_door(page)
    except UnexpectedPage:
        return False

"""Judge the answer to a commit: done, refused, or neither (O-10, H-12, R-01)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why, unknown, without_past
from ntuh_onboard.backend.web.html.new_words import News, standing, standing_of
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.sites.notice_pages import asked_for
from ntuh_onboard.backend.web.sites.page_phrases import Sayings
from ntuh_onboard.common import errors

Value = TypeVar("Value")
_ERROR_STATUS, _SERVER_ERROR = 400, 500
_OF_THE_ACCOUNT = (errors.AlreadyActivated, errors.AccountExpired)
"""Refusals about the account itself: neither a passed sign-in nor an activation is ruled out by them."""


@dataclass(frozen=True, slots=True)
class Commit(Generic[Value]):
    """How the answer to a commit is judged.

    With a mark, it was done if the answer says so, or shows it. Without one it leads through a door (a sign-in or a
    proof), and was done if `value` finds something.

    Attributes:
        act: the name of its general words.
        value: returns what a page of success brings; None if the page is not that.
        mark: the profile's words of success.
        shows: whether a page shows what only it can show after it was done.
        but: refusals that do not count here.
        between: whether notices may come between the answer and the page that counts.
        shown: what a page must show that asks once more whether it is right; None if none is answered.

    """

    act: str
    value: Callable[[Page], Value | None]
    mark: str = ""
    shows: Callable[[Page], bool] = field(default=lambda _: False)
    but: tuple[type[errors.Refused], ...] = ()
    between: bool = False
    shown: tuple[str, ...] | None = None


def outcome(site: Sayings, page: Page, new: News, commit: Commit[Value], pressed: str) -> Value:
    """Return the value of a commit; raises Refused, SessionEnded, or AnswerUnclear if the answer says neither.

    If nothing was sent, it was not done, whatever the page shows: a box that asks once more shows what was typed, too.
    Then UnexpectedPage is raised unless the page refuses. Where most of the answer cannot be read, what it shows proves
    nothing: a refusal shows an address too.

    Args:
        site: the site's words.
        page: the answer.
        new: what the answer says that was not on the page before.
        commit: how it is judged.
        pressed: the words of the button that was pressed.

    """
    fine = page.status < _ERROR_STATUS and not page.unreadable and not page.unsent
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
    if page.unsent:
        failed = UnexpectedPage(Why.FORM, pressed)
        failed.said = new.said
        raise failed
    raise unknown(Why.NOT_FOUND if refused is None else Why.AMBIGUOUS, new.said)


def _not_refusing(site: Sayings, new: News) -> list[str]:
    """Return the new texts that are no known refusal: 「動態碼已發送，請稍候」 is one and does not say "sent"."""
    return [each for each in new.texts if site.known_refusal([each]) is None]


def _value(page: Page, new: News, commit: Commit[Value]) -> Value | None:
    """Return what the page brings; a page that cannot be read is no success."""
    try:
        return commit.value(page)
    except (errors.NotSent, errors.Maintenance, errors.UnexpectedPage) as failed:
        why = getattr(failed, "why", Why.NOT_FOUND)
    raise without_past(unknown(why, new.said))


def _quiet_refusal(
    site: Sayings, page: Page, new: News, commit: Commit[Value], pressed: str, *, came: bool
) -> errors.Refused | None:
    """Return a refusal that is not prominent, or in general words; none once a door was passed. `came`: it was done."""
    if came and not commit.mark:
        return None
    known = site.known_refusal(new.lines, but=(*commit.but, *(_OF_THE_ACCOUNT if came else ())))
    if known is not None or page.status >= _SERVER_ERROR:
        return known
    here = any(each.words == pressed and each.is_button for each in page.acts)
    another = not here and bool(asked_for(page))  # what is printed large beside the next form are its rules
    return site.general_refusal(new, commit.act, beside_form=here and not came, loudly=not (came or another))


def _is_door(site: Sayings, page: Page) -> bool:
    """Return whether the page is the door; a page with several such boxes is not."""
    try:
        return site.at_door(page)
    except UnexpectedPage:
        return False


@contextmanager
def unknown_within(said: Callable[[], str]) -> Iterator[None]:
    """Turn whatever goes wrong within into unknown: the commit was sent; `said`: what the last page that came says."""
    lost: Why | None = None
    try:
        yield
    except (errors.NotSent, errors.Maintenance, errors.UnexpectedPage) as failed:
        lost = getattr(failed, "why", _instead(failed))
    if lost is not None:
        raise without_past(unknown(lost, said()))


def _instead(failed: errors.BackendError) -> Why:
    return Why.NETWORK_SIGN_IN if isinstance(failed, errors.NetworkSignIn) else Why.NOT_FOUND

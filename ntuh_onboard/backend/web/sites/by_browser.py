"""Do a verb again in a browser, if a page of it needs its script and there is a browser.

`NeedsBrowser` is raised before anything is typed or sent, so that a verb can begin again. The session of before is not
taken along: only verbs that begin a session are done again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from ntuh_onboard.backend.web.engines.choice import EitherEngine
from ntuh_onboard.backend.web.failures import NeedsBrowser, UnexpectedPage, Why, without_past
from ntuh_onboard.backend.web.html.form_finding import FoundForm
from ntuh_onboard.backend.web.html.form_kinds import SIGN_IN
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.sites.site_visit import Visit
from ntuh_onboard.common import errors

Given = ParamSpec("Given")
Value = TypeVar("Value")


class _Visiting(Protocol):
    _visit: Visit


Site = TypeVar("Site", bound=_Visiting)


def to_browser(visit: Visit) -> bool:
    """Go on in a browser, with a new session; False if there is none, or it is one already."""
    return isinstance(visit.engine, EitherEngine) and visit.engine.turn()


def _can_turn(visit: Visit) -> bool:
    return isinstance(visit.engine, EitherEngine) and visit.engine.can_turn


@contextmanager
def perhaps_by_script(visit: Visit, page: Page) -> Iterator[None]:
    """Report what is missing on a page with scripts as made by them, where a browser could be used to see.

    Nothing may have been typed or sent yet.
    """
    try:
        yield
    except UnexpectedPage as missing:
        if missing.why is not Why.NOT_FOUND or not _can_turn(visit) or not any(page.tree.all("script")):
            raise
        raise without_past(NeedsBrowser(visit.site, missing.looked_for)) from None


def door_form(visit: Visit, page: Page) -> FoundForm:
    """Return the sign-in form; where a browser could be used, one that only a script sends is reported at once."""
    with perhaps_by_script(visit, page):
        found = visit.form(page, SIGN_IN)
        if _can_turn(visit):
            page.image(visit.profile.clue("captcha_picture"), beside=found["captcha"])
    others = (each for each in page.controls if each.type == "password" and each.form is not found.form)
    visit.beside_door = frozenset(each.name for each in others if each.name and each.name != found["password"].name)
    if isinstance(visit.engine, EitherEngine):
        visit.button(page, found)
    return found


def in_browser_if_needed(
    verb: Callable[Concatenate[Site, Given], Value],
) -> Callable[Concatenate[Site, Given], Value]:
    """Mark a verb that begins a session: it is begun again in the browser if a page needs that."""

    @wraps(verb)
    def either(self: Site, /, *given: Given.args, **named: Given.kwargs) -> Value:
        try:
            return verb(self, *given, **named)
        except errors.NeedsBrowser:
            if not to_browser(self._visit):
                raise
        return verb(self, *given, **named)

    return either

"""Do a verb again in a browser, if a page of it needs its script and there is a browser.

`NeedsBrowser` is raised before anything is typed or sent, so that a verb can begin again: in a new session where the
verb begins one, else in the present one, whose cookies go along.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from ntuh_onboard.backend.protocol import SignOut
from ntuh_onboard.backend.web.engines.choice import EitherEngine
from ntuh_onboard.backend.web.failures import NeedsBrowser, UnexpectedPage, Why, without_past
from ntuh_onboard.backend.web.html.form_finding import FoundForm
from ntuh_onboard.backend.web.html.form_kinds import SIGN_IN, FormKind
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.sites.site_visit import Visit
from ntuh_onboard.backend.web.sites.way_out import WayOut
from ntuh_onboard.common import errors

_SENT_BY_LIBRARY = ("data-ajax", "data-remote", "hx-", "data-hx-")
"""Attributes by which jQuery's unobtrusive AJAX, Rails and htmx know the forms that they send."""
Given = ParamSpec("Given")
Value = TypeVar("Value")


class _Visiting(Protocol):
    _visit: Visit


class _Signed(_Visiting, Protocol):
    def moved(self) -> None:
        """Forget the pages that were read in the engine before."""


Site = TypeVar("Site", bound=_Visiting)
Inner = TypeVar("Inner", bound=_Signed)


def to_browser(visit: Visit) -> bool:
    """Go on in a browser, with a new session; False if there is none, or it is one already."""
    return isinstance(visit.engine, EitherEngine) and visit.engine.turn()


def can_turn(visit: Visit) -> bool:
    """Return whether there is a browser, and the visit is not made in it yet."""
    return isinstance(visit.engine, EitherEngine) and visit.engine.can_turn


@contextmanager
def perhaps_by_script(visit: Visit, page: Page) -> Iterator[None]:
    """Report what is missing on a page with scripts as made by them, where a browser could be used to see.

    Nothing may have been typed or sent yet.
    """
    try:
        yield
    except UnexpectedPage as missing:
        if missing.why is not Why.NOT_FOUND or not can_turn(visit) or not any(page.tree.all("script")):
            raise
        raise without_past(NeedsBrowser(visit.site, missing.looked_for)) from None


def form_on(visit: Visit, page: Page, kind: FormKind) -> FoundForm:
    """Return the page's form of this kind; a browser may still see one that is not in the source.

    Where a browser could be used, one that a library of scripts sends by its attributes is reported, too: the server
    may take nothing else.
    """
    with perhaps_by_script(visit, page):
        found = visit.form(page, kind)
    if can_turn(visit) and any(each.startswith(_SENT_BY_LIBRARY) for each in found.form.attrs):
        raise NeedsBrowser(visit.site, kind.name)
    return found


def door_form(visit: Visit, page: Page) -> FoundForm:
    """Return the sign-in form; where a browser could be used, one that only a script sends is reported at once."""
    found = form_on(visit, page, SIGN_IN)
    if can_turn(visit):
        with perhaps_by_script(visit, page):
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


def left_by_script_if_needed(site: _Signed, out: WayOut) -> SignOut:
    """Leave a site; in the browser, with the same session, if that is not confirmed without it."""
    left = out.leave()
    if left is SignOut.UNCONFIRMED and out.needed and _with_session(site):
        return out.leave()
    return left


def _with_session(site: _Signed) -> bool:
    """Go on in the browser, with the present session; False if there is none, or it is one already."""
    engine = site._visit.engine  # noqa: SLF001  # what the protocol is for
    if not (isinstance(engine, EitherEngine) and engine.turn(keep_session=True)):
        return False
    site.moved()
    return True


def with_session_in_browser_if_needed(
    verb: Callable[Concatenate[Inner, Given], Value],
) -> Callable[Concatenate[Inner, Given], Value]:
    """Mark a verb of a session: it is done in the browser, with the same session, if a page needs that."""

    @wraps(verb)
    def either(self: Inner, /, *given: Given.args, **named: Given.kwargs) -> Value:
        try:
            return verb(self, *given, **named)
        except errors.NeedsBrowser:
            if not _with_session(self):
                raise
        return verb(self, *given, **named)

    return either

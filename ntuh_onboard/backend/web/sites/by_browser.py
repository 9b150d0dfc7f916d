"""Do a verb again in a browser, if a page of it needs its script and there is a browser.

`NeedsBrowser` is raised before anything is typed or sent, so that a verb can begin again. The session of before is not
taken along: only verbs that begin a session are done again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from ntuh_onboard.backend.web.sites.site_visit import Visit
from ntuh_onboard.common import errors

Given = ParamSpec("Given")
Value = TypeVar("Value")


class _Visiting(Protocol):
    _visit: Visit


Site = TypeVar("Site", bound=_Visiting)


def in_browser_if_needed(
    verb: Callable[Concatenate[Site, Given], Value],
) -> Callable[Concatenate[Site, Given], Value]:
    """Mark a verb that begins a session: it is begun again in the browser if a page needs that."""

    @wraps(verb)
    def either(self: Site, /, *given: Given.args, **named: Given.kwargs) -> Value:
        try:
            return verb(self, *given, **named)
        except errors.NeedsBrowser:
            if not self._visit.to_browser():
                raise
        return verb(self, *given, **named)

    return either

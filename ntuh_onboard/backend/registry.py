"""Find backends by name: ours, and those of other packages with an entry point in `ntuh_onboard.backends`.

An entry point names a function that is given an `Opening` and returns a `Backend`. A broken one is logged and skipped.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from ntuh_onboard.backend.backend_names import GROUP
from ntuh_onboard.backend.protocol import Backend
from ntuh_onboard.common.clock import SystemClock
from ntuh_onboard.common.errors import OnboardError
from ntuh_onboard.profiles.hospital_profile import Profile


@dataclass(frozen=True, slots=True)
class Opening:
    """What a backend is opened with.

    Attributes:
        clock: the clock that it shares with the wizard.
        profile: what is known of the hospital's sites; None for the packaged profile.
        ca_file: certificate authorities to trust in place of the system's; None for the system's.
        proxy: the address of the proxy on the way out of this network; empty for none.
        engine: how pages are opened, `auto`, `http` or `browser`; empty for what the profile says.
        browser: the file of the browser to drive; empty for the first one found.
        show_browser: whether its window is to be seen.

    """

    clock: SystemClock
    profile: Profile | None = None
    ca_file: Path | None = None
    proxy: str = ""
    engine: str = ""
    browser: str = ""
    show_browser: bool = False


Factory = Callable[[Opening], Backend]
_LOG = logging.getLogger(__name__)
_BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    ImportError,
    LookupError,
    NameError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What importing somebody else's module may raise."""


class UnknownBackend(OnboardError, LookupError):
    """No backend has this name; the message lists the known ones."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(f"{name!r} is none of: {', '.join(sorted(known))}")


def _mock(opening: Opening) -> Backend:
    from ntuh_onboard.backend.mock import open_practice  # other backends need no simulated hospital

    return open_practice(opening.clock).backend


def _web(opening: Opening) -> Backend:
    from ntuh_onboard.backend.web.engines.choice import browser_of, lacking
    from ntuh_onboard.backend.web.profile.site_profile import load_site
    from ntuh_onboard.backend.web.sites.opening import open_web

    pages = load_site(profile=opening.profile)
    wanted = opening.engine or pages.rules.get("engine", "auto")
    if not opening.engine and lacking(opening.browser, shown=opening.show_browser):
        wanted = "http"  # a profile cannot know which computers have a browser
    browser = browser_of(wanted, opening.browser, shown=opening.show_browser)
    return open_web(pages, opening.clock, ca_file=opening.ca_file, proxy=opening.proxy or None, browser=browser)


OURS: Mapping[str, Factory] = {"mock": _mock, "web": _web}
"""The backends of `backend_names`."""


def backends(found: Iterable[EntryPoint] | None = None) -> Mapping[str, Factory]:
    """Return every backend that can be loaded; other packages cannot take the names of ours.

    found: the entry points to look at, those of the installed packages unless given.
    """
    known = dict(OURS)
    for each in entry_points(group=GROUP) if found is None else found:
        if each.name in known:
            _LOG.warning("backend %s of %s is skipped: the name is taken", each.name, each.value)
            continue
        try:
            factory = each.load()
        except _BROKEN as error:
            _LOG.warning("backend %s of %s is skipped: %s", each.name, each.value, type(error).__name__)
            continue
        if callable(factory):
            known[each.name] = factory
        else:
            _LOG.warning("backend %s of %s is skipped: it is not a function", each.name, each.value)
    return known


def find(name: str, found: Iterable[EntryPoint] | None = None) -> Factory:
    """Return the factory of this backend; raises UnknownBackend."""
    known = OURS if name in OURS else backends(found)
    if name not in known:
        raise UnknownBackend(name, known)
    return known[name]

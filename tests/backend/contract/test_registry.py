"""Backends by name: a broken one of somebody else's never stops the others."""

from __future__ import annotations

import logging
from importlib.metadata import EntryPoint

import pytest

from ntuh_onboard.backend import registry
from ntuh_onboard.backend.backend_names import BUILT_IN, GROUP, SIMULATED
from ntuh_onboard.backend.protocol import Backend
from ntuh_onboard.backend.registry import OURS, Opening, UnknownBackend, backends, find
from ntuh_onboard.common.clock import ManualClock


def theirs(opening: Opening) -> Backend:
    """As another package would bring it."""
    made = find("mock")(opening)
    return Backend("theirs", made.portal, made.account, made.mail)


broken = 5
HERE = __name__
GOOD = EntryPoint("theirs", f"{HERE}:theirs", GROUP)


def point(name: str, value: str) -> EntryPoint:
    return EntryPoint(name, value, GROUP)


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests are imported without a place in `sys.modules` that an entry point could name."""
    import sys

    monkeypatch.setitem(sys.modules, HERE, sys.modules.get(HERE) or __import__("types").ModuleType(HERE))
    for name, value in (("theirs", theirs), ("broken", broken)):
        monkeypatch.setattr(sys.modules[HERE], name, value, raising=False)


def test_each_of_ours_can_be_named() -> None:
    """One that is opened, but not named, could be neither run nor locked by a policy."""
    assert set(OURS) == BUILT_IN | SIMULATED


def test_ours_is_known() -> None:
    """The mock, ready for its first verb."""
    backend = find("mock")(Opening(ManualClock()))
    assert backend.name == "mock"
    assert backend.portal.sign_in_page().campuses


def test_anothers_is_known_by_its_entry_point() -> None:
    """Its function is given what it is opened with."""
    assert find("theirs", [GOOD])(Opening(ManualClock())).name == "theirs"


@pytest.mark.parametrize(
    "value", ["no_such_module:make", f"{HERE}:no_such_name", f"{HERE}:broken", "not an entry point"]
)
def test_a_broken_one_is_logged_and_skipped(value: str, caplog: pytest.LogCaptureFixture) -> None:
    """The good ones beside it stay."""
    with caplog.at_level(logging.WARNING):
        known = backends([point("spoilt", value), GOOD])
    assert set(known) == {"mock", "web", "theirs"}
    assert "spoilt" in caplog.text


def test_nobody_takes_the_place_of_ours(caplog: pytest.LogCaptureFixture) -> None:
    """A name that is taken is skipped, and said."""
    known = backends([point("mock", f"{HERE}:theirs")])
    assert known["mock"] is registry.OURS["mock"]
    assert "taken" in caplog.text


def test_an_unknown_name_lists_the_known_ones() -> None:
    """So that the right one can be seen."""
    with pytest.raises(UnknownBackend, match=r"'webb' is none of: mock, theirs, web"):
        find("webb", [GOOD])


def test_installed_packages_are_asked() -> None:
    """Without a list, the entry points of the installed packages count."""
    assert "mock" in backends()

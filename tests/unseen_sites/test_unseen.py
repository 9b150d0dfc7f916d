"""The wizard at sites that nobody here has drawn: the whole journey with four addresses, held against their truth."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unseen_sites.first_sight import mail_checked, site_of
from tests.unseen_sites.wizard_at_site import Outcome, walked

HERE = Path(__file__).parent
SITES = sorted(HERE.glob("round*/*.py"))
IN_CHECK = frozenset[str]()
"""One for each kind of page that the others do not have; all of them are `make unseen`'s."""
NOT_YET: dict[str, str] = {
    "round2-oracle_adf": "only its script sends the sign-in: told by name, and left to the browser",
    "round19-jsf_richfaces_2010": "a page behind the sign-in is opened by its script: walked whole where a browser is",
}
"""Sites whose journey does not come to its end yet, and why; even there no claim and no field may be wrong."""
NO_WAY_OUT: dict[str, str] = {
    "round2-rails_mobile_cards": "account",
    "round19-jsf_richfaces_2010": "portal",
}
"""Sites without anything to press, or for the second without its script, that ends a session, and which of the four."""


def _named(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


def _cases() -> list[object]:
    return [
        pytest.param(path, id=_named(path), marks=() if _named(path) in IN_CHECK else pytest.mark.long)
        for path in SITES
    ]


def assert_nothing_wrong(found: Outcome, no_way_out: str = "") -> None:
    """No field got what was meant for another, no screen said what was not so, and all was left that can be."""
    assert not found.wrong_fields
    assert not found.wrong_claims
    assert [each for each in found.open_sessions if each.partition(":")[0] != no_way_out] == []
    assert not found.notes


@pytest.mark.parametrize("path", _cases())
async def test_a_whole_journey(path: Path) -> None:
    """Every commit once, nobody left signed in; then, as on the next day, the mail."""
    site = site_of(path)
    with site:
        found = await walked(site)
        no_way_out = NO_WAY_OUT.get(_named(path), "")
        assert_nothing_wrong(found, no_way_out)
        if _named(path) in NOT_YET:
            assert found.stuck, "it passes now: take it off the list"
            return
        assert not found.stuck, found
        assert found.once
        assert bool(found.open_sessions) is bool(no_way_out), "it has a way out now: take it off the list"
        for each in await mail_checked(site):
            assert_nothing_wrong(each, no_way_out)
            assert not each.stuck, each

"""The wizard at sites that nobody here has drawn: the whole journey with four addresses, held against their truth."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unseen_sites.first_sight import site_of
from tests.unseen_sites.wizard_at_site import Outcome, walked

HERE = Path(__file__).parent
SITES = sorted(HERE.glob("round*/*.py"))
IN_CHECK = frozenset[str]()
"""One for each kind of page that the others do not have; all of them are `make unseen`'s."""
NOT_YET: dict[str, str] = {}
"""Sites whose journey does not come to its end yet, and why; even there no claim and no field may be wrong."""


def _named(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


def _cases() -> list[object]:
    return [
        pytest.param(path, id=_named(path), marks=() if _named(path) in IN_CHECK else pytest.mark.long)
        for path in SITES
    ]


def assert_nothing_wrong(found: Outcome) -> None:
    """No field got what was meant for another, and no screen said what was not so."""
    assert not found.wrong_fields
    assert not found.wrong_claims
    assert not found.open_sessions
    assert not found.notes


@pytest.mark.parametrize("path", _cases())
async def test_a_whole_journey(path: Path) -> None:
    """Every commit once, nobody left signed in; then, as on the next day, the mail."""
    site = site_of(path)
    with site:
        found = await walked(site)
        assert_nothing_wrong(found)
        if _named(path) in NOT_YET:
            assert found.stuck, "it passes now: take it off the list"
            return
        assert not found.stuck, found
        assert found.passed
        if not site.truth.cloud_password:
            return  # this site has asked for none, and nobody can sign in to its mail without one
        mail = await walked(site, "mail_check")
        assert_nothing_wrong(mail)
        assert not mail.stuck, mail

"""Journeys with faults under one supervisor (K-06, R-01); `make kiosk-soak` walks 1,000."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kiosk.soak import soak

pytestmark = pytest.mark.long


def test_what_the_supervisor_holds_stays_as_it_is(tmp_path: Path) -> None:
    """Two journeys here: descriptors, threads and processes the same, and nothing said to be done that is not."""
    looks, found = soak(tmp_path, 2)
    assert {each.threads for each in looks} == {1}
    assert looks[-1].descriptors <= looks[0].descriptors
    assert max(each.children for each in looks) <= 2
    assert found["started"] == 2
    assert found["wrong"] == 0

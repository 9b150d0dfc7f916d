"""Random keys (K-01, K-02, K-03, S-07); `make kiosk-fuzz` sends 100,000."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kiosk.fuzz import fuzz

pytestmark = pytest.mark.long


def test_random_keys_and_signals_leave_the_journey_nowhere(tmp_path: Path) -> None:
    """800 here, since 2,000 take 40 s: keys of both encodings, pastes, mouse, noise, resizes, signals."""
    assert fuzz(tmp_path, 800, seed=20261124).looks >= 5

"""Random keys (K-01, K-02, K-03, S-07); `make kiosk-fuzz` sends 100,000."""

from __future__ import annotations

from pathlib import Path

from tests.kiosk.fuzz import fuzz


def test_random_keys_and_signals_leave_the_journey_nowhere(tmp_path: Path) -> None:
    """2,000 here: keys of both encodings, pastes, mouse, noise, resizes, signals."""
    assert fuzz(tmp_path, 2_000, seed=20261124).looks >= 11

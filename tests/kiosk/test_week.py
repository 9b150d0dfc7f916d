"""Days at a kiosk by a clock of our own (J0.2, K-04); `make kiosk-week` lets seven pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kiosk.week import lived


@pytest.mark.long
def test_two_days_with_a_lost_name_service(tmp_path: Path) -> None:
    """Two students a day, the second over midnight; while names are lost nobody begins, and it comes back by itself."""
    week, counted = lived(tmp_path, 2)
    assert [away for _, away in week.seen] == [True, False]
    assert len(week.students) == 4
    assert len({*week.students}) == 3, "the second student of a day is activated on the next"
    assert sum(int(str(each["finished"])) for each in counted) == 4
    assert week.processes > 48, "each hour another process"

"""Files that their owner alone can read are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from ntuh_onboard.common import private_files


def test_a_text_that_could_not_be_put_in_place_is_nowhere(tmp_path: Path) -> None:
    """What stands in its way stays as it was; when it is gone, the same file is written."""
    path = tmp_path / "address"
    path.mkdir()
    with pytest.raises(OSError, match="directory"):
        private_files.write(path, "token")
    assert list(tmp_path.iterdir()) == [path]
    path.rmdir()
    private_files.write(path, "token")
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_text(encoding="utf-8") == "token"

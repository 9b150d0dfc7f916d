"""The script that installs without internet refuses, before it makes anything, what could not end well."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tools import install_offline


@pytest.fixture
def wheelhouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as `make dist` makes it, as far as the script looks at it before it begins."""
    (tmp_path / "wheels").mkdir()
    (tmp_path / "wheels/ntuh_onboard-0.1.0-py3-none-any.whl").touch()
    monkeypatch.setattr(install_offline, "HERE", tmp_path)
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """Its one line."""
    assert install_offline.main([*map(str, arguments)]) == 2
    return capsys.readouterr().err


def test_what_cannot_end_well_is_refused(
    wheelhouse: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No folder, one that is in use, wheels left behind, a Python without wheels; nothing is there afterwards."""
    new = wheelhouse / "new"
    assert "python3 install.py FOLDER" in said(capsys)
    assert "python3 install.py FOLDER" in said(capsys, "--help")
    assert "is not empty" in said(capsys, wheelhouse)
    with monkeypatch.context() as other:
        other.setattr(install_offline, "HERE", wheelhouse / "wheels")
        assert "keep this file in the folder" in said(capsys, new)
    with monkeypatch.context() as other:
        other.setattr(install_offline, "PYTHONS", ((3, 10),))
        assert f"Python {sys.version_info.major}" in said(capsys, new)
    assert not new.exists()


def test_without_ensurepip_the_package_to_install_is_named(
    wheelhouse: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Debian, where a Python cannot make environments with pip by itself."""
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    assert "python3-venv" in said(capsys, wheelhouse / "new")

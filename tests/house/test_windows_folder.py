"""The folder for Windows PCs without internet: its list of sums, its Python, and which wheels go into it."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest

from tests.serve.server import ROOT
from tools import sealing, windows_folder
from tools.wheels import Target, locked

LOCK = (ROOT / "requirements/extras.txt").read_text(encoding="utf-8")


def runtime(folder: Path, machine: bytes = b"\x64\x86") -> Path:
    """A Python for Windows, as far as the folder's maker looks at it."""
    (folder / "Lib/site-packages/other").mkdir(parents=True)
    (folder / "Lib/os.py").write_text("name = 'nt'\n", encoding="ascii")
    (folder / "Lib/site-packages/other/own.py").touch()
    (folder / "python.exe").touch()
    (folder / "python3.dll").touch()
    header = b"MZ".ljust(0x3C, b"\0") + (0x40).to_bytes(4, "little") + b"PE\0\0" + machine
    (folder / "python311.dll").write_bytes(header)
    return folder


def made(folder: Path, given: Path) -> Path:
    """The folder, but for what pip installs."""
    version = windows_folder.take_runtime(given, folder / "python")
    (folder / "program").mkdir()
    (folder / "program/wizard.py").write_text("print('here')\n", encoding="ascii")
    windows_folder.compile_all(folder)
    windows_folder.add_pages(folder, "0.1.0", version)
    return sealing.seal(folder)


def test_every_file_has_its_sum_and_is_in_the_zip(tmp_path: Path) -> None:
    """Also the one with a Chinese name; and whoever makes it again gets the same ZIP."""
    given = runtime(tmp_path / "given")
    folder = tmp_path / "實習 one" / "wizard"
    packed = made(folder, given)
    sums = (line.split("  ", 1) for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
    listed = {name: digest for digest, name in sums}
    files = {each.relative_to(folder).as_posix(): each for each in folder.rglob("*") if each.is_file()}
    del files["SHA256SUMS"]
    assert listed == {name: hashlib.sha256(each.read_bytes()).hexdigest() for name, each in files.items()}
    assert {"開通精靈.cmd", "README.txt", "python/python311._pth", "program/wizard.py"} < {*listed}
    assert not [name for name in listed if "site-packages" in name]
    with zipfile.ZipFile(packed) as archive:
        assert {*archive.namelist()} == {f"wizard/{name}" for name in [*listed, "SHA256SUMS"]}
    assert packed.read_bytes() == made(tmp_path / "again" / "wizard", given).read_bytes()


def test_bytecode_holds_after_its_source_got_another_time(tmp_path: Path) -> None:
    """Else a folder that cannot be written would compile itself anew at each start."""
    made(tmp_path / "wizard", runtime(tmp_path / "given"))
    (compiled,) = (tmp_path / "wizard/program").rglob("*.pyc")
    assert compiled.read_bytes()[4:8] == (1).to_bytes(4, "little")  # PEP 552: by hash, and not checked


def test_a_wrong_python_is_refused(tmp_path: Path) -> None:
    """Nothing, something else, and the package for 32 bits."""
    note = tmp_path / "note.txt"
    note.touch()
    (tmp_path / "empty").mkdir()
    for at, (given, words) in enumerate(
        {
            note: "neither a folder nor a ZIP",
            tmp_path / "empty": "no python.exe",
            runtime(tmp_path / "small", b"\x4c\x01"): "64-bit",
        }.items()
    ):
        with pytest.raises(windows_folder.WrongRuntime, match=words):
            windows_folder.take_runtime(given, tmp_path / f"place{at}")


@pytest.mark.parametrize(
    ("target", "there", "missing"),
    [
        (Target("windows", "3.11"), {"tzdata", "pywin32-ctypes", "backports-tarfile"}, {"jeepney"}),
        (Target("linux", "3.13"), {"jeepney", "secretstorage"}, {"tzdata", "backports-tarfile"}),
    ],
)
def test_markers_are_judged_for_the_target(target: Target, there: set[str], missing: set[str]) -> None:
    """Wherever this runs; and each keeps its hashes."""
    lines = [*locked(LOCK, target)]
    names = {line.partition("==")[0] for line in lines}
    assert there < names
    assert not missing & names
    assert all(";" not in line and "==" in line and "--hash=sha256:" in line for line in lines)

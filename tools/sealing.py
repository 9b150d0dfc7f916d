"""Seal a folder that is handed on: each file's SHA-256 in `SHA256SUMS`, a ZIP beside it, and the ZIP's own sum."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

SUMS = "SHA256SUMS"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The time of each file in the ZIP, so that the same files make the same ZIP."""


def seal(folder: Path) -> Path:
    """Write the sums, the ZIP and its sum; returns the ZIP."""
    lines = [f"{digest(each)}  {each.relative_to(folder).as_posix()}\n" for each in files(folder) if each.name != SUMS]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")
    packed = folder.with_name(f"{folder.name}.zip")
    with zipfile.ZipFile(packed, "w") as archive:
        for each in files(folder):
            entry = zipfile.ZipInfo(each.relative_to(folder.parent).as_posix(), _LONG_AGO)
            archive.writestr(entry, each.read_bytes(), zipfile.ZIP_DEFLATED)
    packed.with_name(f"{packed.name}.sha256").write_text(f"{digest(packed)}  {packed.name}\n", encoding="ascii")
    return packed


def sizes(folder: Path, packed: Path) -> str:
    """Return a line with both places and their sizes."""
    whole = sum(each.stat().st_size for each in files(folder))
    return f"{folder}: {whole / 1e6:.0f} MB; {packed.name}: {packed.stat().st_size / 1e6:.0f} MB"


def files(folder: Path) -> list[Path]:
    """Return every file of a folder, in a fixed order."""
    return [each for each in sorted(folder.rglob("*")) if each.is_file()]


def digest(file: Path) -> str:
    """Return a file's SHA-256 in hexadecimal."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()

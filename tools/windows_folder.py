"""Make the folder, and the ZIP, that a Windows PC runs the wizard from: no installer, no internet, no administrator.

    make windows-folder RUNTIME=python-3.11.9-embed-amd64.zip

RUNTIME is Python's embeddable package for 64-bit Windows as python.org offers it, the ZIP or unpacked, of the version
that runs this script (its bytecode is made here). dist/ntuh-onboard-windows/ then has

    開通精靈.cmd   what is double-clicked     README.txt   for whoever gets it, in both languages
    python/       Python                     SHA256SUMS   each other file's sum
    program/      the wizard, and the locked wheels for win_amd64
"""

from __future__ import annotations

import argparse
import compileall
import re
import shutil
import sys
import zipfile
from pathlib import Path
from py_compile import PycInvalidationMode

from tools import sealing, wheels

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "deploy/windows-folder"
NAME = "ntuh-onboard-windows"
START = "開通精靈.cmd"
_AMD64 = b"\x64\x86"
"""The machine in a program's header."""
_UNUSED = shutil.ignore_patterns(
    "site-packages", "__pycache__", "test", "idlelib", "tkinter", "ensurepip", "turtledemo", "lib2to3"
)
"""Parts of a whole Python that the embeddable package does not have either."""


class WrongRuntime(Exception):
    """What was given is no Python that the folder can be made with; the message says why."""


def take_runtime(given: Path, place: Path) -> str:
    """Copy a Windows Python, a ZIP or a folder, and let it look for modules in its own folder and `program` alone.

    Returns its version, as in `3.11`; raises WrongRuntime.
    """
    if given.is_dir():
        shutil.copytree(given, place, ignore=_UNUSED)
    elif zipfile.is_zipfile(given):
        zipfile.ZipFile(given).extractall(place)
    else:
        raise WrongRuntime(f"{given}: neither a folder nor a ZIP file")
    found = [match for each in place.glob("*.dll") if (match := re.fullmatch(r"python3([0-9]+)\.dll", each.name))]
    if not found or not (place / "python.exe").is_file():
        raise WrongRuntime(
            f"{given}: there is no python.exe with its DLL; take Python's embeddable package for Windows"
        )
    library = (place / found[0][0]).read_bytes()
    header = int.from_bytes(library[0x3C:0x40], "little")
    if library[header + 4 : header + 6] != _AMD64:
        raise WrongRuntime(f"{given}: not for 64-bit Windows; take the package whose name ends with amd64")
    name = found[0][0].removesuffix(".dll")
    (place / f"{name}._pth").write_text(f"{name}.zip\n.\nLib\nDLLs\n..\\program\n", encoding="ascii")
    return f"3.{found[0][1]}"


def add_program(folder: Path, wheel: Path, lock: Path, python: str) -> None:
    """Install the wizard's wheel and what the lock file names for Windows into `program`."""
    place = folder / "program"
    command = ("install", "--no-compile", "--find-links", str(wheel.parent), "--target", str(place))
    wheels.pip(*command, lock=wheels.with_own(lock, wheel), target=wheels.Target("windows", python))
    shutil.rmtree(place / "bin", ignore_errors=True)  # scripts for the system that pip runs on


def compile_all(folder: Path) -> None:
    """Write bytecode that is valid whatever time its source gets: copying and unpacking change that.

    Otherwise a folder that cannot be written would be compiled anew at each start.
    """
    quiet, unchecked = 2, PycInvalidationMode.UNCHECKED_HASH  # libraries ship templates that are no Python
    compileall.compile_dir(folder, quiet=quiet, force=True, stripdir=str(folder), invalidation_mode=unchecked)


def add_pages(folder: Path, version: str, python: str) -> None:
    """Write what people open, with Windows' line ends; Notepad knows UTF-8 by its mark, and cmd.exe wants none."""
    start = (PAGES / "start.cmd").read_text(encoding="ascii")
    (folder / START).write_text(start, encoding="ascii", newline="\r\n")
    readme = (PAGES / "README.txt").read_text(encoding="utf-8").format(version=version, python=python)
    (folder / "README.txt").write_text(readme, encoding="utf-8-sig", newline="\r\n")


def make(runtime: Path, wheel: Path, lock: Path, folder: Path) -> Path:
    """Make the folder anew, and its ZIP; returns the ZIP. Raises WrongRuntime."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    python, ours = take_runtime(runtime, folder / "python"), f"3.{sys.version_info.minor}"
    if python != ours:
        raise WrongRuntime(
            f"{runtime}: Python {python}, and {ours} runs this; say: make windows-folder PYTHON=python{python}"
        )
    add_program(folder, wheel, lock, python)
    compile_all(folder)
    add_pages(folder, wheels.version(wheel), python)
    return sealing.seal(folder)


def main() -> None:
    """Read the command line and print where the ZIP is, with its size."""
    asked = argparse.ArgumentParser(description="Make the folder for Windows without the internet.")
    asked.add_argument("--runtime", type=Path, required=True, help="Python's embeddable package, a ZIP or a folder")
    asked.add_argument("--wheel", type=Path, required=True, help="this program's own wheel")
    asked.add_argument("--lock", type=Path, default=ROOT / "requirements/extras.txt", help="what to install beside it")
    asked.add_argument("--out", type=Path, default=ROOT / "dist" / NAME, help="the folder to make")
    given = asked.parse_args()
    try:
        packed = make(given.runtime, given.wheel, given.lock, given.out.resolve())
    except WrongRuntime as wrong:
        raise SystemExit(str(wrong)) from None
    print(sealing.sizes(given.out, packed))


if __name__ == "__main__":
    main()

"""Run pip for another system or Python than this one, with what a lock file names (`requirements/*.txt`).

pip judges a marker (`; sys_platform == 'win32'`) by the system that it runs on, also when it fetches wheels for
another: what only Windows needs would be missing. So the markers are judged here.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

from tools import sealing

MARKERS = {
    "windows": {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64"},
    "linux": {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux", "platform_machine": "x86_64"},
}
TAGS = {
    "windows": ("win_amd64",),
    "linux": (*(f"manylinux_2_{minor}_x86_64" for minor in range(28, 4, -1)), "manylinux2014_x86_64"),
}
"""Platforms of the wheels that are taken; on Linux those for glibc 2.28 (2018) and older."""


@dataclass(frozen=True)
class Target:
    """A system (a key of `MARKERS`) of 64 bits, and a version of CPython, as in `3.11`."""

    system: str
    python: str


def locked(lock: str, target: Target) -> Iterator[str]:
    """Yield the requirements of a lock file that hold for a target, one a line, with hashes and without markers."""
    version = {"python_version": target.python, "python_full_version": f"{target.python}.0"}
    environment = {**MARKERS[target.system], **version, "implementation_name": "cpython"}
    for line in lock.replace("\\\n", " ").splitlines():
        head, *hashes = line.split("--hash=")
        if not hashes:
            continue
        requirement = Requirement(head)
        if requirement.marker is None or requirement.marker.evaluate(environment):
            pins = (f"--hash={each.strip()}" for each in hashes)
            yield " ".join([f"{requirement.name}{requirement.specifier}", *pins])


def with_own(lock: Path, wheel: Path) -> str:
    """Return a lock file's text with this program's own wheel added, by its sum."""
    own = f"ntuh-onboard=={version(wheel)} --hash=sha256:{sealing.digest(wheel)}"
    return f"{lock.read_text(encoding='utf-8').rstrip()}\n{own}\n"


def version(wheel: Path) -> str:
    """Return the version in a wheel's name."""
    return wheel.name.split("-")[1]


def pip(*command: str, lock: str, target: Target) -> None:
    """Run `pip install …` or `pip download …` for a target; raises CalledProcessError.

    Takes wheels alone, each with one of its locked hashes; what the lock file does not name is not taken.
    """
    with tempfile.TemporaryDirectory() as folder:
        chosen = Path(folder) / "requirements.txt"
        chosen.write_text("\n".join(locked(lock, target)) + "\n", encoding="utf-8")
        platforms = (option for tag in TAGS[target.system] for option in ("--platform", tag))
        kind = ("--implementation", "cp", "--python-version", target.python, *platforms)
        which = ("--only-binary=:all:", "--no-deps", "--require-hashes", "--requirement", str(chosen))
        options = ("--quiet", "--no-input", "--disable-pip-version-check")
        subprocess.run([sys.executable, "-m", "pip", *command, *options, *kind, *which], check=True)  # noqa: S603

"""Make what is installed without the internet: for each system a folder, and its ZIP, with every wheel that is needed.

    make dist

dist/ntuh-onboard-VERSION-wheels-linux/ and …-windows/ then have

    install.py         makes an environment from them: python3 install.py FOLDER
    requirements.txt   the lock file, and this program's own wheel; each with its hashes
    wheels/            for each Python that `install.py` names, x86-64
    SHA256SUMS         each file's sum
"""

from __future__ import annotations

import argparse
import runpy
import shutil
from pathlib import Path

from tools import sealing, wheels

ROOT = Path(__file__).resolve().parents[1]
INSTALLER = ROOT / "tools/install_offline.py"


def make(system: str, wheel: Path, lock: Path, folder: Path) -> Path:
    """Make one system's folder anew, and its ZIP; returns the ZIP. Raises CalledProcessError if a wheel is missing."""
    shutil.rmtree(folder, ignore_errors=True)
    place = folder / "wheels"
    place.mkdir(parents=True)
    shutil.copy2(wheel, place)
    shutil.copy2(INSTALLER, folder / "install.py")
    text = wheels.with_own(lock, wheel)
    (folder / "requirements.txt").write_text(text, encoding="utf-8", newline="\n")
    for major, minor in runpy.run_path(str(INSTALLER))["PYTHONS"]:
        target = wheels.Target(system, f"{major}.{minor}")
        wheels.pip("download", "--dest", str(place), "--find-links", str(place), lock=text, target=target)
    return sealing.seal(folder)


def main() -> None:
    """Read the command line, and print each folder and ZIP with its size."""
    asked = argparse.ArgumentParser(description="Make what is installed without the internet.")
    asked.add_argument("--wheel", type=Path, required=True, help="this program's own wheel")
    asked.add_argument("--lock", type=Path, default=ROOT / "requirements/extras.txt", help="what to install beside it")
    asked.add_argument("--out", type=Path, default=ROOT / "dist", help="where the folders are made")
    asked.add_argument("--system", choices=tuple(wheels.MARKERS), action="append", help="only this one")
    given = asked.parse_args()
    for system in given.system or wheels.MARKERS:
        folder = given.out.resolve() / f"ntuh-onboard-{wheels.version(given.wheel)}-wheels-{system}"
        print(sealing.sizes(folder, make(system, given.wheel, given.lock, folder)), flush=True)


if __name__ == "__main__":
    main()

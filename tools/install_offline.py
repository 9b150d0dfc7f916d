r"""Install ntuh-onboard on a computer without internet, from the wheels beside this file.

    python3 install.py FOLDER

FOLDER is made: a Python environment, which students must not be able to write to (/opt/ntuh-onboard, or
C:\Program Files\ntuh-onboard). Nothing is fetched from anywhere, and each wheel must have one of the sums that
requirements.txt names. Ends with 0; with 2 and the reason before anything is made; with pip's own status if pip fails.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
PYTHONS = ((3, 11), (3, 12), (3, 13))
"""The versions of Python that the wheels are for."""


def main(arguments: list[str]) -> int:
    """Make the environment, install into it, and say how the program is started."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        return _refused("say where to install: python3 install.py FOLDER")
    folder = Path(arguments[0]).resolve()
    if reason := _unfit(folder):
        return _refused(reason)
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    # Neither this computer's settings of pip nor anybody's variables may name another place to fetch from.
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    environment["PIP_CONFIG_FILE"] = os.devnull
    which = ["--no-index", "--find-links", str(HERE / "wheels"), "--only-binary=:all:", "--no-deps", "--require-hashes"]
    command = [
        str(python),
        "-I",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-input",
        "--disable-pip-version-check",
        *which,
    ]
    done = subprocess.run([*command, "--requirement", str(HERE / "requirements.txt")], env=environment, check=False)  # noqa: S603
    if done.returncode:
        return done.returncode
    start = [str(python), "-I", "-m", "ntuh_onboard"]
    subprocess.run([*start, "--version"], env=environment, check=True)  # noqa: S603  # what was just installed
    print("Start:", subprocess.list2cmdline(start))
    return 0


def _unfit(folder: Path) -> str:
    """Return why nothing can be installed there with this Python, or nothing."""
    versions = ", ".join(f"{major}.{minor}" for major, minor in PYTHONS)
    if sys.version_info[:2] not in PYTHONS or sys.maxsize < 2**32:
        return f"Python {sys.version.split()[0]} runs this; the wheels are for {versions}, 64 bit"
    if not [*HERE.glob("wheels/ntuh_onboard-*.whl")]:
        return f"{HERE / 'wheels'}: the wheels are not there; keep this file in the folder that it came in"
    if folder.exists() and any(folder.iterdir()):
        return f"{folder} is not empty; install beside it, and rename the folders when nobody is at work"
    try:
        import ensurepip  # noqa: F401  # Debian and Ubuntu have it in a package of its own
    except ImportError:
        return "this Python cannot make environments; on Debian and Ubuntu install python3-venv"
    return ""


def _refused(reason: str) -> int:
    print(f"install.py: {reason}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

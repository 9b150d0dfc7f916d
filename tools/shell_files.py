"""Write the manual page and the completions of four shells from the command line's own parser: `make shell-files`.

They are kept in deploy/shell, and the wheel brings them to where each shell looks for them (docs/deployment.md).
"""

from __future__ import annotations

from pathlib import Path

import shtab  # type: ignore[import-not-found]
from argparse_manpage.manpage import Manpage  # type: ignore[import-not-found]

from ntuh_onboard.commands import cli

FOLDER = Path(__file__).parents[1] / "deploy" / "shell"
FILES = {
    "bash": "ntuh-onboard.bash",
    "zsh": "_ntuh-onboard",
    "fish": "ntuh-onboard.fish",
    "powershell": "ntuh-onboard.ps1",
}
MANUAL = "ntuh-onboard.1"
_NAME = ".SH NAME\nntuh\\-onboard \\- guide a student from a 6\\-digit ID to an activated mail account\n"
"""Its part behind the dash is what `apropos` searches."""


def main() -> None:
    """Write all of them."""
    FOLDER.mkdir(exist_ok=True)
    for shell, name in FILES.items():
        _write(name, shtab.complete(cli.parser(), shell))
    told = {"manual_section": 1, "manual_title": "Commands of ntuh-onboard"}
    manual = Manpage(cli.parser(), format="single-commands-section", _data=told)
    manual.date = ""  # the same bytes on every day
    _write(MANUAL, str(manual).replace(".SH NAME\nntuh\\-onboard\n", _NAME, 1))


def _write(name: str, text: str) -> None:
    lines = (each.rstrip() for each in text.splitlines())
    (FOLDER / name).write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

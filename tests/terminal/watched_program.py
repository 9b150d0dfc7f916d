"""`ntuh-onboard` as it is started, whose wizard tells a test when it takes keys (`takes_keys`); nothing else differs.

python -m tests.terminal.watched_program SOCKET run --lang zh-TW
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from ntuh_onboard.commands import cli, composition
from tests.terminal import takes_keys

if TYPE_CHECKING:
    from ntuh_onboard.screens.wizard_app import OnboardApp


def main() -> int:
    """Start the wizard; its exit status."""
    socket, *command = sys.argv[1:]
    watch(socket)
    return int(cli.main(command))


def watch(socket: str) -> None:
    """Let the wizard that this process is going to show answer on this socket."""
    shown, watched = composition.show, takes_keys.Watched()

    def show(make: Callable[[], OnboardApp], *, typed: bool = True) -> int:
        def made() -> OnboardApp:
            watched.begin()
            return make()

        return shown(made, typed=typed)

    composition.show = show
    takes_keys.listen(watched, socket)


if __name__ == "__main__":
    raise SystemExit(main())

"""`ntuh-onboard` as it is started, with wizards that wait for three seconds only where nobody types.

python -m tests.serve.hasty serve demo --url-file FILE
"""

from __future__ import annotations

import sys

from ntuh_onboard.commands import cli, serve
from ntuh_onboard.journey.idle import Patience
from ntuh_onboard.kiosk import limits

HASTY = Patience(cover=2.0, warn=2.0, wipe=3.0)


def main() -> int:
    """Start the server, or, where that asks for it, a wizard; its exit status."""
    limits.USUAL, limits._WHILE = HASTY, dict.fromkeys(limits._WHILE, HASTY)
    serve.program = lambda: (sys.executable, "-X", "utf8", "-m", "tests.serve.hasty")
    return int(cli.main(sys.argv[1:]))


if __name__ == "__main__":
    raise SystemExit(main())

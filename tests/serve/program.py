"""`ntuh-onboard serve` as it is started, with each wizard over a hospital that a test can watch and disturb.

    python -m tests.serve.program --stage SOCKET --slow account.activate=0.5 -- serve demo --url-file FILE

Everything in front of `--` goes to `tests.terminal.practice_program`, which every wizard then is.
"""

from __future__ import annotations

import sys

from ntuh_onboard.commands import cli, serve


def main() -> int:
    """Start the server; its exit status."""
    at = sys.argv.index("--")
    program = (sys.executable, "-X", "utf8", "-m", "tests.terminal.practice_program", *sys.argv[1:at], "--")
    serve.program = lambda: program
    return cli.main(sys.argv[at + 1 :])


if __name__ == "__main__":
    raise SystemExit(main())

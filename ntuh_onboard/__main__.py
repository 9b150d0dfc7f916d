"""Runs the command `ntuh-onboard`, also as `python -m ntuh_onboard`; imports nothing before it is isolated."""

import sys

from ntuh_onboard.startup.isolation import isolate


def main() -> int:
    """Run the command line in an isolated interpreter; returns one of `exits.Exit`."""
    isolate()
    from ntuh_onboard.commands import cli

    return cli.main()


if __name__ == "__main__":
    sys.exit(main())

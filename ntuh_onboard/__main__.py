"""Lets `python -m ntuh_onboard` run the command `ntuh-onboard`."""

from __future__ import annotations

import sys

from ntuh_onboard.commands.cli import main

if __name__ == "__main__":
    sys.exit(main())

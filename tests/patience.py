"""How long a test waits for what must come: one generous limit, from one place.

Waiting is for the thing itself and ends as soon as it is there, so that a limit costs nothing but where a test fails.
A machine that is very crowded or very slow is given more by `NTUH_ONBOARD_PATIENCE=3 make test`: three times as much.
"""

from __future__ import annotations

import os

SCALE = float(os.environ.get("NTUH_ONBOARD_PATIENCE") or 1)
"""By what every limit below is multiplied; read when the tests are loaded, before they clear the environment."""
PATIENCE = 60.0 * SCALE
"""Seconds in which anything that is waited for must come; longer than any machine holds its breath."""

"""The last step of every journey, and what stands in front of the student while a lost commit stays unknown."""

from __future__ import annotations

from ntuh_onboard.journey.step import Look, Step

DONE = Step("done", "done", look=Look.DONE)

STUCK = Step("unknown", "done", look=Look.STUCK)
"""Nothing more can be found out from here; in no journey."""

"""The last step of every journey, and the step shown while a lost commit stays unknown."""

from __future__ import annotations

from ntuh_onboard.journey.step import Look, Step

DONE = Step("done", "done", look=Look.DONE)

STUCK = Step("unknown", "done", look=Look.STUCK)
"""Shown when nothing more can be found out from here; part of no journey."""

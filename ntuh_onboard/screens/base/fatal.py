"""End after a fault of ours, with a code and the help desk, without traceback or locals (T-05, 附表十 5-3-3)."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from rich.text import Text

from ntuh_onboard.common.errors import OnboardError

FAMILY = "X-"
"""Tells a fault of the program from what happens at a hospital's site (E-, `refusals`)."""


def fault_code(error: BaseException) -> str:
    """Return a code that tells developers the kind and place of a fault, and nobody anything else."""
    place, trace = "", error.__traceback__
    while trace is not None:
        place = f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{FAMILY}{zlib.crc32(f'{type(error).__name__}@{place}'.encode()) % 1000:03d}"


def last_words(error: BaseException, say: Callable[..., str]) -> Text:
    """Return what stays on the terminal, also if the fault is that sentences cannot be said; `say` as of the scene."""
    code = fault_code(error)
    try:
        return Text(say("ui.fatal", code=code))
    except (OnboardError, LookupError) as mute:
        return Text(f"A fault in this program; it has stopped. Code {code}: {mute}")

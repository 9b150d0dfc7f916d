"""End after a fault of ours, with a code and the help desk, without traceback or locals (T-05, 附表十 5-3-3)."""

from __future__ import annotations

import zlib

from rich.text import Text

FAMILY = "X-"
"""Tells a fault of the program from what happens at a hospital's site (E-, `refusals`)."""


def fault_code(error: BaseException) -> str:
    """Return a code that tells developers the kind and place of a fault, and nobody anything else."""
    place, trace = "", error.__traceback__
    while trace is not None:
        place = f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{FAMILY}{zlib.crc32(f'{type(error).__name__}@{place}'.encode()) % 1000:03d}"


def last_words(sentence: str) -> Text:
    """Return what stays on the terminal."""
    return Text(sentence)

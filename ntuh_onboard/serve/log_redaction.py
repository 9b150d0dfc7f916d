"""What the server says of its own faults: their kind and place, and nothing of a request, which may hold a token."""

from __future__ import annotations

import logging
from pathlib import Path

SELDOM = 60.0
"""Seconds between two lines that are the same."""


class Terse(logging.Formatter):
    """One line for a fault; messages and texts of errors are left out, since they quote what was asked."""

    def format(self, record: logging.LogRecord) -> str:
        """Level, kind, file and line."""
        kind, trace = "", record.exc_info[2] if record.exc_info else None
        place = f"{Path(record.pathname).name}:{record.lineno}"
        if record.exc_info and record.exc_info[0]:
            kind = f" {record.exc_info[0].__name__}"
        while trace is not None:
            place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
            trace = trace.tb_next
        return f"serve: {record.levelname.lower()}{kind} at {place}"


class Seldom(logging.Filter):
    """The same line once in a while: what somebody can cause without coming in must not fill a disk."""

    def __init__(self) -> None:
        super().__init__()
        self._terse = Terse()
        self._said: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether it has not been said lately, by the record's own time; a clock that was set back counts as late."""
        line = self._terse.format(record)
        if abs(record.created - self._said.get(line, -SELDOM)) < SELDOM:
            return False
        self._said[line] = record.created
        return True


def quiet() -> logging.Logger:
    """The logger that aiohttp is given; its own ones are silent from then on."""
    told = logging.StreamHandler()
    told.setFormatter(Terse())
    told.addFilter(Seldom())
    for name in ("aiohttp", "asyncio"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [told], False
    return logging.getLogger("aiohttp.server")

"""Log the server's own faults by kind and place only; requests may contain tokens, so nothing of them is logged."""

from __future__ import annotations

import logging
from pathlib import Path

SELDOM = 60.0
"""Seconds between two identical lines."""


class Terse(logging.Formatter):
    """One line for a fault; messages and texts of errors are omitted, since they quote the request."""

    def format(self, record: logging.LogRecord) -> str:
        """Return level, kind of error, file and line."""
        kind, trace = "", record.exc_info[2] if record.exc_info else None
        place = f"{Path(record.pathname).name}:{record.lineno}"
        if record.exc_info and record.exc_info[0]:
            kind = f" {record.exc_info[0].__name__}"
        while trace is not None:
            place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
            trace = trace.tb_next
        return f"serve: {record.levelname.lower()}{kind} at {place}"


class Seldom(logging.Filter):
    """Suppresses repetitions: what anybody outside can provoke must not fill a disk."""

    def __init__(self) -> None:
        super().__init__()
        self._terse = Terse()
        self._said: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether the line was not logged lately, by the record's own time; a clock set back does not block."""
        line = self._terse.format(record)
        if abs(record.created - self._said.get(line, -SELDOM)) < SELDOM:
            return False
        self._said[line] = record.created
        return True


def quiet() -> logging.Logger:
    """Return the logger for aiohttp, and redirect its and asyncio's own ones to the same redacted output."""
    told = logging.StreamHandler()
    told.setFormatter(Terse())
    told.addFilter(Seldom())
    for name in ("aiohttp", "asyncio"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [told], False
    return logging.getLogger("aiohttp.server")

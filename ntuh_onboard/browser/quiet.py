"""What the server says of its own faults: their kind and place, and nothing of a request, which may hold a token."""

from __future__ import annotations

import logging
from pathlib import Path


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


def quiet() -> logging.Logger:
    """The logger that aiohttp is given; its own ones are silent from then on."""
    told = logging.StreamHandler()
    told.setFormatter(Terse())
    for name in ("aiohttp", "asyncio"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [told], False
    return logging.getLogger("aiohttp.server")

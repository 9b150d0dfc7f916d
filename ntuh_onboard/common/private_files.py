"""Write files that only their owner can read: addresses that let somebody in, tokens, seats, counts."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def write(path: Path, text: str, errors: str = "strict") -> None:
    """Write a text in UTF-8 atomically: whatever interrupts it, the file is the old one or the new one.

    errors: how to treat what cannot be encoded, as for `open`. Raises OSError, and then leaves no part of the text
    behind.
    """
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    try:
        with os.fdopen(
            os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8", errors=errors
        ) as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        with suppress(OSError):  # held open, for example by a virus scanner; the next write removes it
            beside.unlink(missing_ok=True)
        raise

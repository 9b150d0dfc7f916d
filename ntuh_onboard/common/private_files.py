"""Files that their owner alone can read: addresses that let somebody in, tokens, seats, counts."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def write(path: Path, text: str, errors: str = "strict") -> None:
    """Put a text in place of what stands there, in UTF-8; whatever comes between, the file is the old one or the new.

    errors: of the encoding, as `open` takes it. Raises OSError; nothing of the text is left beside then.
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
        with suppress(OSError):  # held by somebody, as by a virus scanner: the next one to write removes it
            beside.unlink(missing_ok=True)
        raise

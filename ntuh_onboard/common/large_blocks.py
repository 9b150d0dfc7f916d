"""Give large blocks of memory back to the system: many students may share one machine."""

from __future__ import annotations

import ctypes
from contextlib import suppress

_MMAP_THRESHOLD = -3
"""The parameter of glibc's `mallopt` (malloc.h): blocks of so many bytes are mapped, and unmapped when freed."""
_LARGE = 1024 * 1024


def give_back_large_blocks() -> None:
    """Unmap freed blocks of a megabyte and more; does nothing where malloc is not glibc's.

    By itself glibc raises its threshold with the first block that is freed: the 19 MiB that hash one password then stay
    with the process for good.
    """
    with suppress(AttributeError, OSError, TypeError):  # TypeError: Windows has no library without a name
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _LARGE)

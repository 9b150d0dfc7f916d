"""The practice program in a console of Wine's, which obeys no escape sequence: what is drawn is copied to a file.

wine python.exe -m tests.windows.console_program COPY --stage tcp:PORT -- demo --lang zh-TW
"""

from __future__ import annotations

import sys
from typing import Any, TextIO

from tests.terminal import practice_program


class Copied:
    """A stream whose text goes to a file too, before the console breaks its lines."""

    def __init__(self, inner: TextIO, path: str) -> None:
        self._inner = inner
        self._copy = open(path, "ab", buffering=0)  # noqa: SIM115, PTH123  # closed by the process's end

    def write(self, text: str) -> int:
        """Write to both."""
        self._copy.write(text.encode("utf-8", "surrogatepass"))
        return self._inner.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


if __name__ == "__main__":
    for each in ("stdout", "__stdout__"):
        setattr(sys, each, Copied(getattr(sys, each), sys.argv[1]))
    del sys.argv[1]
    raise SystemExit(practice_program.main())

"""The wizard at a seat of a class, as `ntuh-onboard demo --seat FILE` starts it; the digest of each picture is kept.

    python -m tests.classroom.seated_program DIGEST_FILE SOCKET demo --seat FILE --lang zh-TW

What a picture says is for eyes; the test asks the class's stage for the text of the picture with this digest.
"""

from __future__ import annotations

import hashlib
import sys
from functools import partial
from pathlib import Path

from ntuh_onboard.backend.web.sites import opening
from ntuh_onboard.commands import cli
from tests.terminal.watched_program import watch


def main() -> int:
    """Start the wizard; its exit status."""
    digests, socket, *command = sys.argv[1:]
    watch(socket)

    def keep(picture: bytes) -> None:
        new = Path(f"{digests}.new")
        new.write_text(hashlib.sha256(picture).hexdigest(), encoding="ascii")
        new.replace(digests)

    opening.open_web = partial(opening.open_web, shown=keep)
    return int(cli.main(command))


if __name__ == "__main__":
    raise SystemExit(main())

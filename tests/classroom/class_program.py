"""`ntuh-onboard class` as it is started; the stage of its hospital is written where a test can find it.

python -m tests.classroom.class_program STAGE_FILE class --students 40 --board-file FILE
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ntuh_onboard.classroom import class_server
from ntuh_onboard.classroom.class_server import Class
from ntuh_onboard.commands import cli


def main() -> int:
    """Hold the class; its exit status."""
    file, *command = sys.argv[1:]
    held = class_server.class_running

    @contextmanager
    def watched(*given: Any, **more: Any) -> Iterator[Class]:
        with held(*given, **more) as running:
            site = running.room.site
            told = {"stage": site.urls["stage"], "token": site.token.reveal(), "servers": dict(site.servers)}
            Path(file).write_text(json.dumps(told), encoding="utf-8")
            yield running

    class_server.class_running = watched
    return int(cli.main(command))


if __name__ == "__main__":
    raise SystemExit(main())

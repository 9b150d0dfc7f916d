"""A program that leaves a word in every place that `remains` knows, in one encoding; what the scanners must find.

python -m tests.kiosk.planted HEX-OF-THE-WORD FOLDER
"""

from __future__ import annotations

import os
import socket
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit


def main() -> int:
    """Plant, say so, and stay for the search of the memory."""
    word, folder = bytes.fromhex(sys.argv[1]), Path(sys.argv[2])
    kept = b"before " + word + b" after"
    out = sys.stdout.buffer
    for form in (b"\x1b]0;%s\x07", b"\x1b]52;c;%s\x07", b"\x1b]777;notify;%s\x07", b"\x1b_Ga=T;%s\x1b\\", b"%s\r\n"):
        out.write(form % word)
    (folder / "left.txt").write_bytes(kept)
    ears = (urlsplit(os.environ["http_proxy"]).port, os.environ["TEXTUAL_DEVTOOLS_PORT"], os.environ["TRAP_KEYRING"])
    for port in ears:
        with socket.create_connection(("127.0.0.1", int(port or 0)), timeout=5.0) as ear:
            ear.sendall(kept)
    out.write(b"planted\r\n")
    out.flush()
    time.sleep(60)
    return len(kept)


if __name__ == "__main__":
    raise SystemExit(main())

"""Hold the table of `pages/` against a real browser.

Each page is opened, each button pressed, and the bytes that the browser sends are compared with those that our page
reader makes.

    python -m tests.web.browser_pairs [/usr/bin/chromium]

Ends with 1 where a case differs, with 2 where the browser did not finish in time. Not part of the checks: they need no
browser.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from tests.web.samples import FOLDER, Case, cases

SECONDS = 40
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--remote-debugging-port=0",
)  # fmt: skip
HARNESS = """<!doctype html><meta charset=utf-8><iframe id=frame></iframe><script>
const cases = %s, frame = document.getElementById("frame");
const wait = ms => new Promise(done => setTimeout(done, ms));
async function loaded(url) {
  await new Promise(done => { frame.onload = done; frame.src = url; });
}
(async () => {
  for (let number = 0; number < cases.length; number++) {
    await fetch("/now?case=" + number);
    await loaded("/pages/" + cases[number][0] + ".html");
    const target = frame.contentDocument.getElementById(cases[number][1]);
    const answered = new Promise(done => { frame.onload = done; });
    target.click();
    await Promise.race([answered, wait(700)]);
  }
  await fetch("/done");
})();
</script>"""


class Sink(ThreadingHTTPServer):
    """Serves the pages and keeps what each case sent."""

    def __init__(self, table: list[Case]) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.table = table
        self.now = 0
        self.sent: dict[int, bytes] = {}
        self.done = threading.Event()


class _Answers(BaseHTTPRequestHandler):
    server: Sink

    def do_GET(self) -> None:  # http.server's own name
        asked = urlsplit(self.path)
        kind, body = "text/html", b"<p>ok"
        if asked.path == "/":
            pairs = [[each.page, each.press] for each in self.server.table]
            body = (HARNESS % json.dumps(pairs)).encode()
        elif asked.path.startswith("/pages/") and asked.path.endswith(".html"):
            name = asked.path.rpartition("/")[2]
            body = (FOLDER / name).read_bytes()
            kind = "text/html" if name == "big5.html" else "text/html; charset=utf-8"
        elif asked.path == "/now":
            self.server.now = int(parse_qs(asked.query)["case"][0])
        elif asked.path == "/sink":
            self.server.sent[self.server.now] = asked.query.encode()
        elif asked.path == "/done":
            self.server.done.set()
        self._answer(kind, body)

    def do_POST(self) -> None:  # http.server's own name
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.server.sent[self.server.now] = body if self.path.startswith("/sink") else b"to " + self.path.encode()
        self._answer("text/html", b"<p>ok")

    def _answer(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # http.server's own name
        """Nothing."""


def ours(case: Case) -> bytes | None:
    sent = case.submission()
    if sent is None:
        return None
    return sent.encoded()[0] if sent.posts else urlsplit(sent.address).query.encode()


def browse(sink: Sink, browser: str) -> bool:
    """Let the browser go through the table; whether it came to its end."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        url = f"http://127.0.0.1:{sink.server_port}/"
        running = subprocess.Popen(  # the browser that was named
            [browser, *FLAGS, f"--user-data-dir={folder}", url], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        finished = sink.done.wait(SECONDS)
        running.terminate()
        try:
            running.wait(5)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait(5)
    return finished


def main(browser: str = "/usr/bin/chromium") -> int:
    """Compare, print what differs, and say how many were the same."""
    table = list(cases())
    sink = Sink(table)
    threading.Thread(target=sink.serve_forever, daemon=True).start()
    finished = browse(sink, browser)
    sink.shutdown()
    sink.server_close()
    different = 0
    for number, case in enumerate(table):
        if ours(case) != sink.sent.get(number):
            different += 1
            print(f"{case}\n  browser {sink.sent.get(number)!r}\n  ours    {ours(case)!r}")  # noqa: T201  # a script
    print(f"{len(table) - different} of {len(table)} the same" + ("" if finished else "; the browser did not finish"))  # noqa: T201  # a script
    return 2 if not finished else int(bool(different))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

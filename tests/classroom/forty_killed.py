"""A class of forty that is killed in the middle and goes on: `make forty-killed`.

The class is `ntuh-onboard class`, with its hashes at full cost. Forty pupils take their seats over HTTP and walk with
the web backend, as their wizards do. When half of all is done, the class is killed (SIGKILL) and begun again with
`--resume`; from then on, 1,010 connections hold half a request each for 30 s. Prints what happened; 0 where everybody
was activated, the board agrees with the hospital's store, nobody has done a step twice, and all were answered.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ntuh_onboard.backend.protocol import Backend, Standing
from ntuh_onboard.backend.site.stage_client import StageClient, StageUnreachable
from ntuh_onboard.backend.web.http.client import AGENT
from ntuh_onboard.backend.web.profile.site_profile import load_site
from ntuh_onboard.backend.web.sites.opening import open_web
from ntuh_onboard.classroom.room import STEPS
from ntuh_onboard.common.clock import SystemClock
from ntuh_onboard.common.errors import BackendError
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.profiles.hospital_profile import named
from tests.classroom.conftest import Browser
from tests.classroom.test_guards import silent
from tests.serve.server import ROOT
from tests.terminal.harness import plain_environment

OWN, CLOUD = Secret("Walnut-31-river"), Secret("Harbour-52-stone")
ONCE = ("portal.change_password", "portal.save_contact", "account.activate")
LONGEST, HELD, HALF_OPEN = 600.0, 30.0, 1010


@dataclass
class Held:
    """The class as its process has told of it."""

    folder: Path
    base: str = ""
    board: str = ""
    told: dict[str, Any] = field(default_factory=dict)
    process: subprocess.Popen[str] | None = None
    trainer: Browser = field(default_factory=Browser)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, *options: str) -> None:
        """Start it, until its addresses are known."""
        stage, board = self.folder / "stage.json", self.folder / "board"
        program = [
            sys.executable,
            "-m",
            "tests.classroom.class_program",
            str(stage),
            "class",
            "--board-file",
            str(board),
        ]
        environment = plain_environment(self.folder, PYTHONPATH=str(ROOT), PYTHONUTF8="1")
        self.process = subprocess.Popen(
            [*program, "--board-file", str(board), *options],
            stdout=subprocess.PIPE,
            env=environment,
            cwd=ROOT,
            text=True,
            encoding="utf-8",
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if found := re.search(r"(http://\S+)/$", line.strip()):
                self.base = found[1]
            if "Ctrl+C" in line:
                break
        self.told, self.board = json.loads(stage.read_text(encoding="utf-8")), board.read_text(encoding="utf-8").strip()
        self.trainer.open(self.board)

    def kill(self) -> None:
        """As a power cut does."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(30)

    def rows(self) -> list[dict[str, Any]]:
        """The board; raises OSError while the class is gone."""
        with self.lock:
            found: list[dict[str, Any]] = self.trainer.json(f"{self.base}/board.json")["seats"]
            return found

    @property
    def stage(self) -> StageClient:
        """The trainer's line to the hospital."""
        return StageClient(self.told["stage"], Secret(self.told["token"]))


class DistantPupil:
    """One pupil, who begins behind what the board shows as done, whenever the class has come back."""

    def __init__(self, held: Held, number: int) -> None:
        self._held, self._number = held, number
        self._browser = Browser()
        self._clock = SystemClock()
        self._row: dict[str, Any] = {}
        self._backend: Backend | None = None

    def walk(self) -> float:
        """Until activated; the seconds that it took."""
        begun = time.monotonic()
        while time.monotonic() - begun < LONGEST:
            with contextlib.suppress(BackendError, OSError, StageUnreachable, AssertionError, ValueError, LookupError):
                if self._go_on():
                    return time.monotonic() - begun
            time.sleep(1)
        raise AssertionError((self._number, self._row))

    def _go_on(self) -> bool:
        self._row = self._held.rows()[self._number - 1]
        if self._row["state"] == "done":
            return True
        status, _ = self._browser.open(f"{self._held.base}/take/{self._number}?sure=1", post=True)
        assert status == 200
        agent = f"{AGENT} class-seat/{self._row['employee_id']}"
        site = load_site(named("simulator"), servers=self._held.told["servers"])
        self._backend = open_web(site, self._clock, agent=agent)
        done = self._row["done"]
        portal = [each for each in ("portal_password", "contact") if each not in done]
        if portal or "sign_in" not in done:
            self._at_the_portal(portal)
        self._at_the_account_site()
        return False  # the board has the last word

    def _phone(self) -> dict[str, Any]:
        found: dict[str, Any] = self._browser.json(f"{self._held.base}/phone.json")
        return found

    def _at_the_portal(self, left: list[str]) -> None:
        assert self._backend is not None
        portal, password = self._backend.portal, Secret(self._phone()["password"] or OWN.reveal())
        portal.sign_in_page()
        picture = hashlib.sha256(portal.picture().data).hexdigest()
        text = self._held.stage.ask("picture_text", picture=picture)
        portal.sign_in(self._row["employee_id"], password, text, "T0")
        if "portal_password" in left:
            portal.change_password(password, OWN)
        if "contact" in left:
            portal.save_contact({"mobile_phone": portal.contact().mobile_phone, "office_phone": "65000"})

    def _at_the_account_site(self) -> None:
        assert self._backend is not None
        account, phone = self._backend.account, self._person_phone()
        account.regulations()
        account.send_code(self._row["employee_id"], phone)
        for _ in range(20):
            time.sleep(0.5)
            messages = self._phone()["messages"]
            if messages:
                break
        code = re.findall(r"[0-9]{6}", messages[-1]["text"])[0]
        account.verify_code(self._row["employee_id"], Secret(code))
        if account.activation().standing is not Standing.ACTIVATED:
            letters = "".join("abcdefghij"[int(each)] for each in f"{self._number:02}")
            account.activate(f"forty.{letters}", CLOUD)

    def _person_phone(self) -> str:
        return next(each.phone for each in self._held.stage.people() if each.employee_id == self._row["employee_id"])


@contextlib.contextmanager
def holding(base: str) -> Iterator[list[bool]]:
    """Hold 1,010 half requests for 30 s, in a thread; yields whether a page was answered each second meanwhile."""
    answered: list[bool] = []

    def hold() -> None:
        with silent(base, HALF_OPEN):
            end = time.monotonic() + HELD
            while time.monotonic() < end:
                with contextlib.suppress(OSError):
                    answered.append(Browser().open(f"{base}/")[0] == 200)
                time.sleep(1)

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        yield answered
    finally:
        thread.join()


def main() -> int:
    """Run it."""
    options = argparse.ArgumentParser()
    options.add_argument("--students", type=int, default=40)
    students = options.parse_args().students
    with tempfile.TemporaryDirectory() as made:
        held = Held(Path(made))
        held.begin("--students", str(students), "--start-at-once")
        try:
            return report(held, students)
        finally:
            held.kill()


def report(held: Held, students: int) -> int:
    """Walk, kill, go on, and tell."""
    half = students * len(STEPS) // 2
    with ThreadPoolExecutor(students) as threads:
        walks = [threads.submit(DistantPupil(held, number).walk) for number in range(1, students + 1)]
        while (done := sum(len(each["done"]) for each in held.rows())) < half:
            time.sleep(0.5)
        held.kill()
        print(f"killed when {done} of {students * len(STEPS)} steps were done")  # noqa: T201  # a proof tells what it saw
        held.begin("--resume")
        with holding(held.base) as answered:
            resumed = sum(len(each["done"]) for each in held.rows())
            print(f"{resumed} steps are done after --resume")  # noqa: T201  # as above
            times = sorted(each.result() for each in walks)
    commits, rows = held.stage.commits(), held.rows()
    store = {each.employee_id: bool(each.alias) for each in held.stage.people() if each.kind == "pupil"}
    agrees = store == {each["employee_id"]: each["state"] == "done" for each in rows}
    once = {
        verb: commits.get(verb, 0) for verb in ("portal.change_password", "portal.save_contact", "account.activate")
    }
    print(f"last pupil after {times[-1]:.0f} s; commits {once}; board and store agree: {agrees}")  # noqa: T201  # as above
    print(f"{HALF_OPEN} half requests for {HELD:.0f} s: answered {sum(answered)} of {len(answered)}")  # noqa: T201  # as above
    kept = resumed >= done and set(once.values()) == {students}
    return 0 if agrees and kept and len(times) == students and all(answered) and answered else 1


if __name__ == "__main__":
    sys.exit(main())

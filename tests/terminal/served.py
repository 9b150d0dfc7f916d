"""Three processes: the simulator server, the wizard in a terminal on its pages, and the test that watches both."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ntuh_onboard.backend.site.stage_client import StageClient
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.profiles import hospital_profile
from tests.patience import PATIENCE
from tests.terminal.harness import Terminal, plain_environment
from tests.terminal.student import ALIAS, PANE, PLACES, ROOT, SMALL, Look, Place, Said, Student, places

HERE: Said = ("非內建的醫院設定：127.0.0.1", "Not the packaged hospital: 127.0.0.1")


@dataclass(frozen=True, slots=True)
class Server:
    """A simulator server in a process of its own."""

    stage: StageClient
    wizard: tuple[str, ...]


@contextmanager
def simulator(folder: Path, *options: str) -> Iterator[Server]:
    """Started as a person starts it; what the wizard needs to find it is what it wrote and printed."""
    profile, token = folder / "sim.toml", folder / "sim.token"
    command = [sys.executable, "-m", "ntuh_onboard", "simulate", "--profile-file", str(profile)]
    environment = plain_environment(folder, PYTHONPATH=str(ROOT), PYTHONUTF8="1")
    with subprocess.Popen(
        [*command, "--trainer-file", str(token), *options],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment,
        cwd=folder,
    ) as process:
        try:
            yield told(process, profile, token)
        finally:
            process.terminate()
            process.wait(PATIENCE)


def told(process: subprocess.Popen[str], profile: Path, token: Path) -> Server:
    """Read what the server prints until it says that it is ready."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if "Ctrl+C" in line:
            break
    stage = re.search(r"Stage \(trainers\)\s+(\S+)", said)
    authority = re.search(r"Authority\s+(\S+)", said)
    assert stage, said
    ca_file = Path(authority[1]) if authority else None
    trusted = ("--ca-file", str(ca_file)) if ca_file else ()
    client = StageClient(stage[1], Secret(token.read_text(encoding="utf-8").strip()), ca_file)
    return Server(client, ("--profile", str(profile), *trusted))


class ServedStudent(Student):
    """A student whose wizard runs for real, as far as it knows."""

    banner = HERE
    places: Mapping[str, Place] = {
        **places(hospital_profile.load(hospital_profile.named("simulator")).words),
        # What stands above the heading on the page is no part of the regulations there.
        "regulations": Place(PLACES["regulations"].title, 5, PLACES["regulations"].name, (("不可借用",) * 2,)),
        "done": Place(PLACES["done"].title, 8, PLACES["done"].name, ((f"{ALIAS}@ntuh.gov.tw",) * 2,)),
    }

    def __init__(self, folder: Path, server: Server, look: Look = SMALL) -> None:
        self.look, self.lang = look, look.lang
        self.stage = server.stage
        self.socket = f"{folder}/keys"
        Terminal.__init__(
            self,
            [
                sys.executable,
                "-m",
                "tests.terminal.watched_program",
                self.socket,
                "run",
                "--lang",
                look.lang,
                *server.wizard,
            ],
            columns=look.columns,
            rows=look.rows,
            environment=plain_environment(folder, PYTHONPATH=str(ROOT)),
            folder=folder,
        )

    def ask(self, question: str) -> Any:
        """The same of the server's stage."""
        return self.stage.picture_text() if question == "picture" else dict(self.stage.commits())

    def code(self) -> str:
        """From the phone, which is no part of this wizard."""
        assert self.emulator.find(self.word(PANE)) is None
        phone = next(each.phone for each in self.stage.people() if each.kind == "fresh")
        asked_for = self.ask("commits")["account.send_code"]
        self.wait_for(lambda: len(self.stage.messages(phone)) == asked_for)
        found = re.search(r"動態碼\s*([0-9]{4,8})", self.stage.messages(phone)[-1].text)
        assert found is not None
        return found[1]

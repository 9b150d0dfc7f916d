"""Students leave a kiosk one after the other, and what they typed is looked for in everything that is left (section C).

    python -m tests.kiosk.leaks            (every step; as root the processes run as `nobody`)

Each student types words of their own. After each the next one's process and the supervisor are searched: memory,
environment, command line; and so are the terminal's screen and scrollback, everything written to it, and every file.
"""

from __future__ import annotations

import base64
import binascii
import html
import json
import os
import re
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from tests.kiosk.visitor import Visitor
from tests.terminal.student import DEFAULT, EMPLOYEE_ID, PLACES

CLIPBOARD = b"\x1b]52"
NOBODY = 65534
WRITABLE = re.compile(r"^([0-9a-f]+)-([0-9a-f]+) (rw)")


def encodings(word: str) -> Mapping[str, bytes]:
    """How a word may stand somewhere."""
    plain = word.encode()
    shifted = {f"base64+{at}": base64.b64encode(b"\0" * at + plain)[at and 4 : -4] for at in range(3)}
    return {
        "UTF-8": plain,
        "UTF-16": word.encode("utf-16-le"),
        "UTF-32": word.encode("utf-32-le"),
        "hex": binascii.hexlify(plain),
        "HEX": binascii.hexlify(plain).upper(),
        "base32": base64.b32encode(plain).rstrip(b"=")[:-2],
        "URL": quote(word, safe="").encode(),
        "HTML": html.escape(word).encode(),
        "JSON": json.dumps(word)[1:-1].encode(),
        "reversed": plain[::-1],
        **shifted,
    }


def _letters(count: int = 10) -> str:
    """Letters that none is mistaken for: the wizard would warn of others."""
    return "".join(secrets.choice("bcdefghkmnpqrstwxyz") for _ in range(count))


@dataclass(slots=True)
class Words:
    """What one student types; drawn anew for each, so that whatever is found is theirs."""

    portal: str = field(default_factory=lambda: f"Pk7{_letters()}")
    cloud: str = field(default_factory=lambda: f"Cw9{_letters()}")
    alias: str = field(default_factory=lambda: f"{_letters()}.{_letters(3)}")
    half: str = field(default_factory=lambda: f"Hx3{_letters()}")
    more: list[str] = field(default_factory=list)

    def all(self) -> list[str]:
        """Every word, and what was read off phone and picture."""
        return [self.portal, self.cloud, self.alias, self.half, *self.more]


class Scan:
    """Looks for words in places. found: each hit as `place: encoding of a word`, never the word."""

    def __init__(self, words: list[str]) -> None:
        self._needles = [(name, needle) for word in words for name, needle in encodings(word).items()]
        self.found: list[str] = []

    def bytes(self, place: str, data: bytes) -> None:
        self.found += sorted({f"{place}: {name}" for name, needle in self._needles if needle in data})

    def process(self, name: str, process: int) -> int:
        """Memory, environment and command line; how many bytes of memory were read."""
        seen = 0
        for data in memory(process):
            seen += len(data)
            self.bytes(f"memory of the {name}", data)
        for part in ("environ", "cmdline"):
            self.bytes(f"{part} of the {name}", Path(f"/proc/{process}/{part}").read_bytes())
        return seen

    def files(self, folder: Path) -> None:
        """Names and contents."""
        for each in folder.rglob("*"):
            self.bytes("file names", each.name.encode())
            if each.is_file():
                self.bytes("files", each.read_bytes())


def memory(process: int) -> Iterator[bytes]:
    """All that this process has in memory; needs root, or the same user and a process that allows it."""
    maps = Path(f"/proc/{process}/maps").read_text(encoding="utf-8")
    with open(f"/proc/{process}/mem", "rb", buffering=0) as file:  # noqa: PTH123  # unbuffered, and of a process
        for line in maps.splitlines():
            found = WRITABLE.match(line)
            if found and "[v" not in line:
                begin, end = int(found[1], 16), int(found[2], 16)
                with suppress(OSError, ValueError):
                    file.seek(begin)
                    yield file.read(end - begin)


class Leaver(Visitor):
    """Students who leave at a step, each with words of their own."""

    words: Words

    def at(self, step: str) -> str:
        """The step's title; the mail name on it is another one for each student."""
        self.shows(self.places[step].title)
        return self.ready()

    def sit_down(self) -> None:
        """Somebody else."""
        self.words = Words()

    def sign_in(self) -> None:
        """The picture's text is theirs too."""
        self.at("sign_in")
        picture = self.ask("picture")
        self.send(f"{EMPLOYEE_ID}\r{DEFAULT}\r{picture}\r")

    def portal_password(self) -> None:
        self.at("portal_password")
        self.send(f"{self.words.portal}\r{self.words.portal}\r")

    def alias(self) -> None:
        self.at("alias")
        self.send(f"{self.words.alias}\r{self.words.cloud}\r{self.words.cloud}\r")

    def alias_again(self) -> None:
        self.at("alias_again")
        self.send(f"{self.words.alias}\r")

    def leave_at(self, step: str) -> None:
        """Walk there, type half of something, and be forgotten."""
        self.begin()
        for each in PLACES:
            if each == step:
                break
            getattr(self, each)()
        self.shows(PLACES[step].title)
        self.ready()
        if step == "done":
            self.press("enter")
        else:
            self.send(self.words.half)
            self.forget()


def user(folder: Path) -> tuple[str, ...]:
    """Where this user is root, what runs a command as nobody, to whom `folder` is then given; else nothing."""
    if os.geteuid() != 0:
        return ()
    for each in folder.parents:
        if not each.stat().st_mode & 0o001:
            each.chmod(each.stat().st_mode | 0o011)
    shutil.chown(folder, NOBODY, NOBODY)
    command = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
    closed = any(not each.stat().st_mode & 0o001 for each in Path(sys.executable).resolve().parents)
    # A Python in root's own home is read by nobody; this lets it be read, and no memory be looked into.
    return (*command, *(("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search") if closed else ()))


def leaks(folder: Path, steps: list[str]) -> list[str]:
    """Let one student after another leave at these steps; every hit, after each, of all who were there before."""
    found: list[str] = []
    before: list[str] = []
    with Leaver(folder, user=user(folder)) as leaver:
        for step in steps:
            leaver.sit_down()
            gone = leaver.child if leaver.children() else 0
            leaver.leave_at(step)
            before += leaver.words.all()
            leaver.gone(gone)
            mark = len(leaver.output)
            text = leaver.called()
            leaver.spare_ready()
            scan = Scan(before)
            scan.bytes("screen", text.encode())
            scan.bytes("scrollback", "\n".join(leaver.emulator.lines()).encode())
            scan.bytes("written since", leaver.since(mark))
            scan.files(folder)
            assert CLIPBOARD not in leaver.output
            processes = {"supervisor": leaver.supervisor, "next process": leaver.child}
            assert all(scan.process(*each) > 1_000_000 for each in processes.items()), "memory was read"
            found += [f"after leaving at {step}: {hit}" for hit in scan.found]
    return found


def main() -> int:
    """Every step; the hits."""
    with tempfile.TemporaryDirectory() as folder:
        found = leaks(Path(folder), [*PLACES])
    sys.stdout.write("".join(f"{each}\n" for each in found))
    sys.stdout.write(f"{len(PLACES)} students, one leaving at each step: {len(found)} of their words found\n")
    return int(bool(found))


if __name__ == "__main__":
    raise SystemExit(main())

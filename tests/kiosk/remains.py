"""Everything in which a student who has gone could be found: the places of section C that can be looked at."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.encodings import encodings
from tests.kiosk.traps import EARS, Traps
from tests.terminal.harness import Terminal

WRITABLE = re.compile(r"^([0-9a-f]+)-([0-9a-f]+) (rw)")
TITLE = re.compile(rb"\x1b\][0-2];([^\x07\x1b]*)")
CLIPBOARD = re.compile(rb"\x1b\]52;([^\x07\x1b]*)")
NOTE = re.compile(rb"\x1b\](?:9|99|777);([^\x07\x1b]*)")
PICTURE = re.compile(rb"\x1b_G([^\x1b]*)|\x1bP[0-9;]*q([^\x1b]*)|\x1b\]1337;([^\x07\x1b]*)")
ESCAPES = {"title": TITLE, "clipboard": CLIPBOARD, "notification": NOTE, "terminal picture": PICTURE}
"""What a terminal keeps, or hands on, without showing it as text."""
TERMINAL = ("screen", "scrollback", "written", *ESCAPES)
PROCESS = ("memory", "environment", "command line")
FILES = ("files", "file names")
SHARED = tuple(Path(each) for each in ("/tmp", "/var/tmp", "/dev/shm", "/run/user"))  # noqa: S108  # where others write
LARGEST = 64 * 1024 * 1024


def seen(terminal: Terminal, since: int) -> Iterator[tuple[str, bytes]]:
    """The terminal's screen and scrollback, and all that was written to it after `since` bytes; place and content."""
    yield "screen", terminal.text().encode()
    yield "scrollback", "\n".join(terminal.emulator.lines()).encode()
    written = bytes(terminal.output[since:])
    yield "written", written
    for place, form in ESCAPES.items():
        yield place, b"\n".join(b"".join(filter(None, found.groups())) for found in form.finditer(written))


def process(number: int) -> Iterator[tuple[str, bytes]]:
    """Memory, environment and command line of a process; needs root, or the same user and a process that allows it."""
    for data in memory(number):
        yield "memory", data
    yield "environment", Path(f"/proc/{number}/environ").read_bytes()
    yield "command line", Path(f"/proc/{number}/cmdline").read_bytes()


def memory(number: int) -> Iterator[bytes]:
    """All that this process has written to its memory."""
    maps = Path(f"/proc/{number}/maps").read_text(encoding="utf-8")
    with open(f"/proc/{number}/mem", "rb", buffering=0) as file:  # noqa: PTH123  # unbuffered, and of a process
        for line in maps.splitlines():
            found = WRITABLE.match(line)
            if found and "[v" not in line:
                begin, end = int(found[1], 16), int(found[2], 16)
                with suppress(OSError, ValueError):
                    file.seek(begin)
                    yield file.read(end - begin)


def files(folder: Path, shared: Sequence[Path], user: int, since: float) -> Iterator[tuple[str, bytes]]:
    """Every file in a folder, and in the shared ones those that `user` has written since this time."""
    own = folder.rglob("*")
    others = (
        each for above in shared for each in _below(above) if (it := _of(each)) and it[0] == user and it[1] >= since
    )
    for each in (*own, *others):
        yield "file names", os.fsencode(each)
        if each.is_file() and not each.is_symlink():
            with suppress(OSError), each.open("rb") as file:
                yield "files", file.read(LARGEST)


def _below(folder: Path) -> Iterator[Path]:
    for above, _, names in os.walk(folder):
        yield from (Path(above, each) for each in names)


def _of(path: Path) -> tuple[int, float] | None:
    try:
        told = path.lstat()
    except OSError:
        return None
    return told.st_uid, told.st_mtime


@dataclass(slots=True)
class Scan:
    """Looks for words. found: each hit as `place: encoding of a word`, never the word; sizes: bytes looked at.

    meanwhile: done between two words, for looking at a process takes its time, and what it draws has to be taken.
    """

    words: Sequence[str]
    meanwhile: Callable[[], object] = lambda: None
    found: set[str] = field(default_factory=set)
    sizes: dict[str, int] = field(default_factory=dict)

    def look(self, places: Iterator[tuple[str, bytes]], whose: str = "") -> None:
        """Search these places. whose: what to call a process."""
        needles = [(name, needle) for word in self.words for name, needle in encodings(word).items()]
        for place, data in places:
            named = f"{place} of the {whose}" if whose else place
            self.sizes[named] = self.sizes.get(named, 0) + len(data)
            for name, needle in needles:
                self.meanwhile()
                if needle in data:
                    self.found.add(f"{named}: {name}")

    def traps(self, traps: Traps) -> None:
        """What the ears have heard; that anybody came is a hit by itself."""
        self.look(iter(traps.heard().items()))
        self.found |= {f"{each}: somebody came" for each in traps.called()}


def facts(number: int) -> Mapping[str, bool]:
    """What the kernel says of a process: whether it is swapped out, leaves a core file, or lets others read it."""
    told = Path(f"/proc/{number}/status").read_text(encoding="ascii")
    limits = Path(f"/proc/{number}/limits").read_text(encoding="ascii")
    core = next(each for each in limits.splitlines() if "core file" in each).split()[4:6]
    return {
        "swap": re.search(r"VmSwap:\s+0 kB", told) is None,
        "core file": core != ["0", "0"],
        "reading by others": Path(f"/proc/{number}/environ").stat().st_uid != 0,
    }


KINDS = (*TERMINAL, *PROCESS, *FILES, *EARS, "swap", "core file", "reading by others", "new file")
"""Every kind of place that this module looks at."""

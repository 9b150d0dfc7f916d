"""Random keys at a kiosk on a real pty: it lives, leaves the journey nowhere, writes and starts nothing (K-01).

python -m tests.kiosk.fuzz --sequences 100000 --seed 1
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tests.kiosk.visitor import Visitor
from tests.terminal.emulator import ALTERNATE, Emulator
from tests.terminal.harness import KEYS, NeverCame
from tests.terminal.student import PLACES

BANNERS = ("練習模式", "PRACTICE")
"""On every screen of the wizard's, and on no other."""
WAITS = "一次一人"
"""On the screen that waits for somebody."""
ODD = (91, 24)
ANOTHER = 0.25
"""How often, of all looks, another student is made to come: the dice would stay at one step otherwise."""
CHUNK, CHECK = 20, 200
"""Sequences sent at once, and between two looks."""
SIZES = ((80, 24), (120, 36), (60, 20), (20, 5), (200, 60), (1, 1))
SIGNALS = ("INT", "QUIT", "TSTP", "TTIN", "TTOU", "USR1", "USR2", "ALRM", "PIPE", "WINCH")
_NAMED = list(KEYS.values())
PATIENCE, QUIET = 60.0, 2.0
"""Seconds for one whole screen, and after which nothing more is painted."""
LAST = 3000


def legacy(dice: random.Random) -> str:
    """What xterm sends, with any modifiers, also what no key sends."""
    final = dice.choice("ABCDEFHPQRSZ~u")
    number, modifier = dice.choice((1, 2, 3, 5, 6, 11, 15, 17, 24, 27, 200, 57399)), dice.randint(1, 16)
    return f"\x1b[{number};{modifier}{final}"


def kitty(dice: random.Random) -> str:
    """Kitty's protocol: any code point, modifiers, press or release, with its text or without."""
    code = dice.choice([dice.randint(1, 127), dice.randint(57344, 57454), ord(dice.choice("qczpdx\\"))])
    text = f";{code}" if dice.random() < 0.5 and code >= 32 else ""
    return f"\x1b[{code};{dice.randint(1, 256)}:{dice.randint(1, 3)}{text}u"


def mouse(dice: random.Random) -> str:
    """Any button, anywhere, also outside the window."""
    button = dice.choice((0, 1, 2, 4, 8, 16, 32, 35, 64, 65, 66, 128))
    return f"\x1b[<{button};{dice.randint(0, 210)};{dice.randint(0, 70)}{dice.choice('Mm')}"


def paste(dice: random.Random) -> str:
    """A bracketed paste, with line ends and escapes in it, sometimes without its end."""
    inside = "".join(dice.choice("aZ9\r\n\t\x1b\x03\x11é中") for _ in range(dice.randint(0, 300)))
    return f"\x1b[200~{inside}" + ("\x1b[201~" if dice.random() < 0.9 else "")


def noise(dice: random.Random) -> str:
    """Bytes that mean nothing, or that only a terminal's answer means."""
    answers = (
        "\x1b[?2026;2$y",
        "\x1b[?62;22c",
        "\x1b[10;10R",
        "\x1b]52;c;YQ==\x07",
        "\x1b[I",
        "\x1b[O",
        "\x1bP+q\x1b\\",
    )
    return dice.choice((dice.choice(answers), "".join(chr(dice.randint(0, 255)) for _ in range(dice.randint(1, 6)))))


def text(dice: random.Random) -> str:
    """A word, as typed."""
    return "".join(dice.choice("0123456789abcXYZ@.-_ 中文é") for _ in range(dice.randint(1, 12)))


KINDS: tuple[tuple[Callable[[random.Random], str], int], ...] = (
    (lambda dice: dice.choice(_NAMED), 40),
    (text, 15),
    (legacy, 12),
    (kitty, 15),
    (mouse, 8),
    (paste, 3),
    (noise, 7),
)


class Fuzz:
    """One kiosk and one stream of dice. sent: how many sequences; looks: how often everything was looked at.

    reached: how many students have walked to a step for the dice to go on from.
    """

    def __init__(self, visitor: Visitor, folder: Path, seed: int) -> None:
        self.sent = self.looks = self.reached = 0
        self.served: set[int] = set()
        self._visitor = visitor
        self._folder = folder
        self._dice = random.Random(seed)  # noqa: S311  # keys, no secrets
        self._files = self._written()
        self._last = b""

    def run(self, sequences: int) -> None:
        """Send so many; raises AssertionError at the first thing that must not be."""
        while self.sent < sequences:
            kinds, weights = zip(*KINDS, strict=True)
            burst = [kind(self._dice) for kind in self._dice.choices(kinds, weights, k=CHUNK)]
            self._send("".join(burst).encode())
            self.sent += CHUNK
            if self._dice.random() < 0.05:
                self._visitor.program.resize(*self._dice.choice(SIZES))
            if self._dice.random() < 0.05:
                self._signal()
            if self.sent % CHECK == 0:
                self.look()

    def look(self) -> None:
        """The supervisor lives; a screen of the wizard's comes; no file, no process of anybody else's."""
        assert self._visitor.program.process.poll() is None, "the supervisor has ended"
        if WAITS in self._screen():
            self._sit_down()
        elif self._dice.random() < ANOTHER:
            leaving = self._visitor.child
            os.kill(leaving, signal.SIGTERM)
            self._visitor.gone(leaving)
            self._sit_down()
        children = self._visitor.children()
        assert 1 <= len(children) <= 2, children
        self.served.add(children[0])
        for each in children:
            for thread in Path(f"/proc/{each}/task").glob("*/children"):
                assert not _read(thread), "a student's process has started another one"
        assert self._written() == self._files
        self.looks += 1

    def _screen(self) -> str:
        """Make it paint everything anew, and look at that."""
        end = time.monotonic() + PATIENCE
        wide = 80
        while time.monotonic() < end:
            emulator = Emulator(wide, 24)
            emulator.modes.add(ALTERNATE)
            self._visitor.program.resize(wide, 24)
            asked = time.monotonic()
            quiet = asked + QUIET
            while time.monotonic() < min(quiet, asked + 5 * QUIET):
                if new := self._taken(0.1):
                    emulator.feed(new)
                    quiet = time.monotonic() + QUIET  # it is painting still
                shown = "\n".join(emulator.lines())
                if any(banner in shown for banner in BANNERS) and emulator.whole:
                    return shown
            wide = 160 - wide + 1  # another size each time, or nothing is painted
        shown = "\n".join(emulator.lines())
        raise NeverCame(f"no screen after {self.sent} sequences:\n{shown}\nlast written: {self._last!r}")

    def _sit_down(self) -> None:
        """Nobody is there: the next student walks to one of the steps, or the dice would only meet the first screen."""
        visitor = self._visitor
        visitor.emulator = Emulator(*ODD)
        visitor.emulator.modes.add(ALTERNATE)
        for size in (ODD, (80, 24)):
            visitor.resize(*size)
            visitor.settle(0.1)
        with suppress(NeverCame):  # wherever the walk has got to is as good: what stands there is looked at next
            visitor.walk(self._dice.choice([*PLACES]))
            self.reached += 1

    def _send(self, keys: bytes) -> None:
        while keys:
            self._taken(0.0)
            keys = self._visitor.program.write(keys)

    def _taken(self, patience: float) -> bytes:
        """What was written; the last of it is kept, to be told where something is wrong."""
        new = self._visitor.program.read(patience) or b""
        self._last = (self._last + new)[-LAST:]
        return new

    def _signal(self) -> None:
        number = getattr(signal, f"SIG{self._dice.choice(SIGNALS)}")
        for each in (self._visitor.supervisor, *self._visitor.children()):
            os.kill(each, number)

    def _written(self) -> set[str]:
        """Every file below the folder that is home and working folder at once, but for the tests' own sockets."""
        return {str(each) for each in self._folder.rglob("*") if not each.name.startswith("stage.")}


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def fuzz(folder: Path, sequences: int, seed: int) -> Fuzz:
    """Send so many sequences to a kiosk of its own."""
    with Visitor(folder) as visitor:
        visitor.called()
        found = Fuzz(visitor, folder, seed)
        found.look()
        found.run(sequences)
        found.look()
    return found


def main() -> int:
    """Say what was done."""
    options = argparse.ArgumentParser()
    options.add_argument("--sequences", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        found = fuzz(Path(folder), asked.sequences, asked.seed)
    took = time.monotonic() - begun
    sys.stdout.write(
        f"seed {asked.seed}: {found.sent} sequences in {took:.0f} s, looked at {found.looks} times, "
        f"at least {len(found.served)} students' processes, {found.reached} walked on; nothing left the journey\n"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

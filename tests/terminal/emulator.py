"""What stands on a terminal after a program wrote to it: pyte, with what pyte lacks.

pyte knows neither the alternate screen nor private sequences (`CSI > 1 u`, `CSI > 4 ; 1 m` would underline), breaks a
line off at a character of no width, and leaves half of a wide character standing when the other half is overwritten.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

import pyte
from pyte.screens import Char

ESCAPE = "\x1b"
SYNCHRONISED, ALTERNATE = 2026, 1049

_SEQUENCE = re.compile(
    r"\x1b(?:"
    r"\[(?P<csi>[0-?]*[ -/]*[@-~])"  # CSI: parameters, intermediates, final
    r"|[\]PX^_].*?(?:\x07|\x1b\\)"  # OSC, DCS, SOS, PM, APC up to their terminator
    r"|(?![\[\]PX^_])[ -/]*[0-~])",
    re.DOTALL,
)
_STRING = re.compile(r"\x1b[\]PX^_]")
_PRIVATE_MODE = re.compile(r"\?([0-9;]+)([hl])")
_MODE_QUERY = re.compile(r"\?([0-9]+)\$p")
_ANSWERS = {"c": "[?62;22c", "0c": "[?62;22c", ">c": "[>0;276;0c", ">0c": "[>0;276;0c", "5n": "[0n"}


class WideScreen(pyte.Screen):
    """A pyte screen on which a wide character is whole or gone, as on a real terminal."""

    def draw(self, data: str) -> None:
        """Write these characters at the cursor, one by one."""
        for char in data:
            row, column = self.cursor.y, self.cursor.x
            if column < self.columns and self.buffer[row][column].data == "" and column > 0:
                self.buffer[row][column - 1] = self.buffer[row][column - 1]._replace(data=" ")
            super().draw(char)
            row, after = self.cursor.y, self.cursor.x
            if 0 < after < self.columns and self.buffer[row][after].data == "" and not _wide(self, row, after - 1):
                self.buffer[row][after] = self.buffer[row][after]._replace(data=" ")


def _wide(screen: pyte.Screen, row: int, column: int) -> bool:
    from wcwidth import wcswidth

    return bool(wcswidth(screen.buffer[row][column].data) == 2)


class Emulator:
    """Takes a program's output, keeps what it shows, and gives the answers that a terminal sends back.

    modes: the private modes that are on now (1049 alternate screen, 25 cursor, 1000 mouse, 2004 paste …), so that a
    test can ask whether the terminal was left as it was found.
    """

    def __init__(self, columns: int, rows: int) -> None:
        self.modes: set[int] = {25}
        self._screens = (WideScreen(columns, rows), WideScreen(columns, rows))
        self._streams = tuple(pyte.Stream(screen) for screen in self._screens)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._held = ""

    @property
    def screen(self) -> pyte.Screen:
        """The pyte screen that is seen now: the usual one or the alternate one."""
        return self._screens[ALTERNATE in self.modes]

    @property
    def whole(self) -> bool:
        """Whether what stands there is a finished frame: not amid a synchronised update or a sequence."""
        return SYNCHRONISED not in self.modes and not self._held

    def feed(self, output: bytes) -> bytes:
        """Take output as it came, cut anywhere; what comes back is to be sent to the program."""
        answers = ""
        for part in self._parts(self._decoder.decode(output)):
            found = _SEQUENCE.fullmatch(part)
            if found is None:
                self._streams[ALTERNATE in self.modes].feed(part)
            else:
                answers += self._take(part, found["csi"])
        return answers.encode()

    def resize(self, columns: int, rows: int) -> None:
        """The window changed its size."""
        for screen in self._screens:
            screen.resize(rows, columns)

    def lines(self) -> list[str]:
        """What stands on each row; a wide character is one character, and spaces at the end are gone."""
        return ["".join(char.data for char in self.row(at)).rstrip() for at in range(self.screen.lines)]

    def row(self, at: int) -> list[Char]:
        """The cells of a row; the second cell of a wide character holds an empty text."""
        line = self.screen.buffer[at]
        return [line[column] for column in range(self.screen.columns)]

    def find(self, text: str) -> tuple[int, int] | None:
        """Row and column, both in cells from 0, where `text` stands; None where it does not."""
        for at, line in enumerate(self.lines()):
            if (characters := line.find(text)) >= 0:
                starts = [column for column, char in enumerate(self.row(at)) for _ in char.data]
                return at, starts[characters]
        return None

    def _parts(self, text: str) -> Iterator[str]:
        """Plain text and whole sequences in turn; an unfinished sequence is held until the rest has come."""
        text, self._held = self._held + text, ""
        at = 0
        while at < len(text):
            start = text.find(ESCAPE, at)
            if start != at:
                end = len(text) if start < 0 else start
            elif found := _SEQUENCE.match(text, at):
                end = found.end()
            elif _STRING.match(text, at) or len(text) - at < 64:  # no CSI is that long: then it is noise
                self._held = text[at:]
                return
            else:
                end = at + 1
            yield text[at:end]
            at = end

    def _take(self, sequence: str, csi: str | None) -> str:
        """Carry out one sequence; the answer to it, if it was a question."""
        if csi is None:
            if not _STRING.match(sequence):
                self._streams[ALTERNATE in self.modes].feed(sequence)
            return ""
        if csi == "6n":
            return f"{ESCAPE}[{self.screen.cursor.y + 1};{self.screen.cursor.x + 1}R"
        if asked := _MODE_QUERY.fullmatch(csi):
            known = {SYNCHRONISED: 1 if SYNCHRONISED in self.modes else 2}
            return f"{ESCAPE}[?{asked[1]};{known.get(int(asked[1]), 0)}$y"
        if changed := _PRIVATE_MODE.fullmatch(csi):
            self._switch({int(each) for each in changed[1].split(";") if each}, on=changed[2] == "h")
        elif csi[0] not in "<=>?" and not re.search(r"[ -/:]", csi):
            self._streams[ALTERNATE in self.modes].feed(sequence)
        return ESCAPE + _ANSWERS[csi] if csi in _ANSWERS else ""

    def _switch(self, modes: set[int], *, on: bool) -> None:
        if on and ALTERNATE in modes - self.modes:
            self._screens[1].reset()
        self.modes = self.modes | modes if on else self.modes - modes
        for each in modes & {7, 25}:  # wrapping and the cursor are pyte's business too
            self._streams[ALTERNATE in self.modes].feed(f"{ESCAPE}[?{each}{'h' if on else 'l'}")

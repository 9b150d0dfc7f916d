"""Writing only what the terminal lacks leaves the same screen as writing everything."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import pytest
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from ntuh_onboard.screens.base.written_cells import WrittenCells
from tests.terminal.emulator import Emulator

WIDTH, HEIGHT = 40, 4
CONSOLE = Console(force_terminal=True, color_system="truecolor")
TEXTS = ("", " ", "a", "登入", "Portal 密碼", "─" * 9, "▀▄", "é", "e\u0301", " " * 12, "╭─ 「帳號」 ─╮")
STYLES = (
    None,
    Style.parse("#e8eff1 on #0d1418"),
    Style.parse("#ffffff on #0d1418"),
    Style.parse("bold #ffffff on #0d1418"),
    Style.parse("underline #ffffff on #0c3339"),
    Style.parse("reverse #ffffff"),
    Style.parse("#56d6c9"),
)


def _strip(width: int, chance: random.Random) -> Strip:
    texts = [Segment(chance.choice(TEXTS), chance.choice(STYLES)) for _ in range(4)]
    return Strip(texts).adjust_cell_length(width, chance.choice(STYLES)).crop(0, width)


def _row(cuts: Sequence[int], chance: random.Random) -> dict[int, Strip | None]:
    return {start: _strip(end - start, chance) for start, end in pairwise(cuts)}


def _updates(chance: random.Random) -> Iterator[CompositorUpdate]:
    """Yield paintings of the whole screen and of parts of it, of which many cells stay as they are."""
    for _ in range(10):
        cuts = (0, *sorted(chance.sample(range(1, WIDTH), 2)), WIDTH)
        rows = [_row(cuts, chance) for _ in range(HEIGHT)]
        for _ in range(3):
            if chance.random() < 0.3:
                strips: list[Iterable[Strip]] = [[each for each in row.values() if each] for row in rows]
                yield LayoutUpdate(strips, Region(0, 0, WIDTH, HEIGHT))
            changed = sorted(chance.sample(range(HEIGHT), 2))
            for y in changed:
                start, end = chance.choice([*pairwise(cuts)])
                rows[y][start] = _strip(end - start, chance)
            spans = [
                (y, first, chance.randint(first + 1, WIDTH)) for y in changed for first in (chance.randrange(WIDTH),)
            ]
            yield ChopsUpdate(rows, spans, [[*cuts[1:]]] * HEIGHT)


def _seen(emulator: Emulator) -> list[list[tuple[object, ...]]]:
    """Return what is seen in each cell: the colour of a blank's text is not."""
    cells = [[emulator.row(y)[x] for x in range(WIDTH)] for y in range(HEIGHT)]
    return [
        [
            (each.data, "" if each.data == " " and not each.reverse else each.fg, each.bg, each.underscore)
            for each in row
        ]
        for row in cells
    ]


@pytest.mark.parametrize("seed", range(6))
def test_the_same_is_seen_as_if_all_had_been_written(seed: int) -> None:
    """Wide characters, accents and attributes included, and halves of wide characters that are painted over."""
    chance, written = random.Random(seed), WrittenCells()  # noqa: S311  # no secret depends on it
    whole, spared = (Emulator(WIDTH + 1, HEIGHT) for _ in range(2))  # pyte breaks a full line off at an accent
    bytes_whole = bytes_spared = 0
    for update in _updates(chance):
        all_of_it, missing = update.render_segments(CONSOLE), written.missing(update).render_segments(CONSOLE)
        whole.feed(all_of_it.encode())
        spared.feed(missing.encode())
        bytes_whole, bytes_spared = bytes_whole + len(all_of_it), bytes_spared + len(missing)
        assert _seen(spared) == _seen(whole)
        assert written.missing(update).render_segments(CONSOLE) == ""
    assert bytes_spared < bytes_whole


def test_nothing_is_expected_of_a_terminal_that_was_forgotten() -> None:
    """After another size, or in another browser's page, all of the screen is written."""
    update = LayoutUpdate([[Strip([Segment("登入 Portal", STYLES[1])])]], Region(0, 0, 11, 1))
    written = WrittenCells()
    first = written.missing(update).render_segments(CONSOLE)
    written.forget()
    assert written.missing(update).render_segments(CONSOLE) == first != ""


def test_a_wide_character_that_was_half_painted_over_is_written_whole() -> None:
    """The terminal dropped its first half, which nobody has written since."""
    written, emulator = WrittenCells(), Emulator(6, 1)
    whole = LayoutUpdate([[Strip([Segment("a登a")])]], Region(0, 0, 4, 1))
    half = ChopsUpdate([{2: Strip([Segment("x")])}], [(0, 2, 3)], [[3]])
    for update in (whole, half, whole):
        emulator.feed(written.missing(update).render_segments(CONSOLE).encode())
    assert emulator.lines() == ["a登a"]

"""Draw every screen of the practice wizard into pictures/, for people to look at: `make pictures`.

One wizard without a terminal for each film, size, language and theme. File names tell film, order, screen and look:
onboard-07-contact-80x24-zh-TW-dark.png. Beside them stands a contact sheet for each film and look. A film that fails is
reported, and the others go on.

    make pictures ARGS='--film onboard --size 80x24 --language zh-TW --theme dark'
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import resource
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from pathlib import Path

from PIL import Image

from ntuh_onboard.screens.base.themes import THEMES
from ntuh_onboard.texts.languages import language
from tools.filming import ASCII, Camera, Look, filmed
from tools.films import FILMS

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "pictures"
SIZES = ("80x24", "60x20", "100x30", "120x36", "200x60")
"""One of each size class, the usual one first, and the smallest that is usable."""
THEME_NAMES = (*THEMES, ASCII)
LANGUAGES = ("zh-TW", "en")
ACROSS, GAP = 3, 12
"""Pictures in a row of a contact sheet, and the points between them."""
LONGEST = 2000
"""Characters of a fault that are told."""
SHEET = 2400
"""The greatest width of a contact sheet, in points."""


def shoot(film: str, look: Look, folder: Path) -> tuple[int, str]:
    """Draw one film in one look; returns how many pictures were drawn, and what went wrong."""
    return asyncio.run(_shoot(film, look, folder))


async def _shoot(film: str, look: Look, folder: Path) -> tuple[int, str]:
    failed, drawn = "", list[Path]()
    try:
        async with filmed(FILMS[film].setting, look) as student:
            await FILMS[film].play(student, Camera(folder, film, look, student, drawn))
    except Exception as error:  # noqa: BLE001  # one film's fault is told, and the others are drawn
        failed = f"{film} {look}: {type(error).__name__}: {str(error)[:LONGEST]}"
    sheet(drawn, folder / f"sheet-{film}-{look}.png")
    return len(drawn), failed


def sheet(pictures: list[Path], path: Path) -> None:
    """Put pictures of one size beside each other, smaller where there are many cells."""
    if not pictures:
        return
    opened = [Image.open(each) for each in pictures]
    width, height = opened[0].size
    across = min(ACROSS, len(opened))
    scale = min(1.0, SHEET / (across * (width + GAP)))
    width, height = round(width * scale), round(height * scale)
    rows = -(-len(opened) // across)
    board = Image.new("RGB", (across * (width + GAP), rows * (height + GAP)), "#777777")
    for at, each in enumerate(opened):
        small = each if scale == 1.0 else each.resize((width, height), Image.Resampling.BOX)
        board.paste(small, (at % across * (width + GAP), at // across * (height + GAP)))
    board.save(path, compress_level=1)


def wanted(asked: argparse.Namespace) -> Iterator[tuple[str, Look]]:
    """Return each film with each look in which it is drawn.

    A journey is drawn in all looks, anything else in the first theme or at the first size.
    """
    sizes, themes = asked.size or SIZES, asked.theme or THEME_NAMES
    for film, size, code, theme in product(asked.film or FILMS, sizes, asked.language or LANGUAGES, themes):
        if FILMS[film].usual or size == sizes[0] or theme == themes[0]:
            columns, rows = map(int, size.split("x"))
            yield film, Look((columns, rows), language(code), theme)


def main() -> int:
    """Draw all films; returns 1 if one failed."""
    options = argparse.ArgumentParser(description="Draw every screen of the practice wizard into pictures/.")
    options.add_argument("--film", action="append", choices=tuple(FILMS), help="these films only")
    options.add_argument("--size", action="append", help=f"columns x rows; without it {', '.join(SIZES)}")
    options.add_argument("--language", action="append", choices=LANGUAGES)
    options.add_argument("--theme", action="append", choices=THEME_NAMES)
    options.add_argument("--to", type=Path, default=FOLDER, help="the folder")
    options.add_argument("--processes", type=int, default=2)
    asked = options.parse_args()
    began = time.monotonic()
    asked.to.mkdir(exist_ok=True, parents=True)
    os.environ["TEXTUAL_COLOR_SYSTEM"] = "truecolor"  # read when Textual is loaded: by each process, made afresh
    with ProcessPoolExecutor(asked.processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        jobs = [pool.submit(shoot, film, look, asked.to) for film, look in wanted(asked)]
        results = [each.result() for each in jobs]
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(*(failed for _, failed in results if failed), sep="\n")
    print(
        f"{sum(count for count, _ in results)} pictures in {asked.to}: {time.monotonic() - began:.0f} s,"
        f" {spent.ru_utime + spent.ru_stime:.0f} s of CPU time"
    )
    return 1 if any(failed for _, failed in results) else 0


if __name__ == "__main__":
    raise SystemExit(main())

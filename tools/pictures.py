"""Paint every screen of the practice wizard into pictures/, for people to look at: `make pictures`.

Each film walks one wizard in one terminal by keys; `snap` takes a picture of the screen. File names tell size,
language, order and screen: 80x24-zh-TW-07-contact.png. A film that fails is reported, and the others go on.
"""

from __future__ import annotations

import argparse
import tempfile
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tools.films import FILMS

if TYPE_CHECKING:
    from tests.terminal.student import Look

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "pictures"
SIZES = ((80, 24), (120, 36))


def paint_all(look: Look, wizard: tuple[str, ...], only: list[str]) -> list[str]:
    """Run all films in one size and language; returns what went wrong, by name."""
    from tests.terminal.harness import NeverCame
    from tests.terminal.paint import painted
    from tests.terminal.student import Student

    failed: list[str] = []
    count = 0
    name = f"{look}{'-ascii' if wizard else ''}"

    def snap(screen: str) -> None:
        nonlocal count
        count += 1
        painted(student.emulator.screen).save(FOLDER / f"{name}-{count:02d}-{screen}.png")

    for film, (play, more) in FILMS.items():
        if only and film not in only:
            continue
        with tempfile.TemporaryDirectory() as folder, Student(Path(folder), look, wizard=wizard, **more) as student:
            try:
                play(student, snap)
            except (NeverCame, AssertionError) as error:
                failed.append(f"{name} {film}: {error}")
                snap(f"{film}_failed")
    return failed


def main() -> int:
    """Run all films; returns 1 if one failed."""
    from tests.terminal.student import Look

    options = argparse.ArgumentParser(description="Paint every screen of the practice wizard into pictures/.")
    options.add_argument("--only", action="append", default=[], choices=tuple(FILMS), help="paint these films only")
    only: list[str] = options.parse_args().only
    FOLDER.mkdir(exist_ok=True)
    looks: list[tuple[Look, tuple[str, ...]]] = [(Look(*size, lang), ()) for size in SIZES for lang in ("zh-TW", "en")]
    looks.append((Look(80, 24, "zh-TW"), ("--ascii",)))
    with ProcessPoolExecutor(2) as pool:
        jobs = [pool.submit(partial(paint_all, look, wizard, only)) for look, wizard in looks]
        failed = [each for job in jobs for each in job.result()]
    print(*failed, f"{len([*FOLDER.glob('*.png')])} pictures in {FOLDER}", sep="\n")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())

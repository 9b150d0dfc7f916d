"""Draw what README shows into docs/pictures/, three screens and the usual journey moving: `make readme-pictures`.

The screens are those of `pictures.py`, so that README never shows what the program does not look like any more.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from PIL import Image

from ntuh_onboard.texts.languages import language
from tools.filming import Look
from tools.pictures import ROOT, shoot

TO = ROOT / "docs" / "pictures"
SCREENS = (("sign_in_filled", "zh-TW"), ("enter_code_filled", "en"), ("done", "zh-TW"))
"""The screens that stand alone, each in a language."""
SIZE, THEME = (120, 36), "dark"
SHOWN, COLOURS = 1800, 48
"""Milliseconds that a screen of the animation is shown, and its colours: fewer make a smaller file."""


def drawn(code: str, folder: Path) -> list[Path]:
    """Return the pictures of the usual journey, in its order; raises RuntimeError where it cannot be walked."""
    _, failed = shoot("onboard", Look(SIZE, language(code), THEME), folder)
    if failed:
        raise RuntimeError(failed)
    return sorted(each for each in folder.glob(f"onboard-*-{code}-{THEME}.png"))


def animated(pictures: list[Path], path: Path) -> None:
    """Write pictures of one size as an animation that begins again."""
    frames = [Image.open(each).quantize(COLOURS, dither=Image.Dither.NONE) for each in pictures]
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=SHOWN, loop=0, optimize=True)


def main() -> None:
    """Draw all."""
    TO.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        found = {code: drawn(code, Path(name)) for code in ("zh-TW", "en")}
        for screen, code in SCREENS:
            (one,) = (each for each in found[code] if f"-{screen}-{SIZE[0]}x" in each.name)
            Image.open(one).quantize(COLOURS, dither=Image.Dither.NONE).save(TO / f"{screen}-{code}.png", optimize=True)
        animated(found["zh-TW"], TO / "journey.gif")


if __name__ == "__main__":
    main()

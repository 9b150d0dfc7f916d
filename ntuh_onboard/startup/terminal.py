"""Find out what the terminal can draw, as far as the environment tells before anything is drawn."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a terminal can draw.

    Attributes:
        ascii_only: draw ASCII only, since the widths of box lines and marks are not known.
        chinese: whether it can draw Chinese characters.

    """

    ascii_only: bool
    chinese: bool


def here() -> Abilities:
    """Return what the terminal of this process can draw."""
    return abilities(os.environ, sys.stdout.encoding or "", sys.platform)


def typed_at() -> bool:
    """Return whether a person can type here and see what is drawn."""
    return all(each is not None and each.isatty() for each in (sys.stdin, sys.stdout))


def abilities(environ: Mapping[str, str], encoding: str, platform: str) -> Abilities:
    """Return what the environment, the output's encoding and `sys.platform` tell about the terminal.

    The Linux console has 512 characters, none of them Chinese. The classic Windows console takes the width of box
    lines and marks from its font, and Chinese fonts draw them two cells wide (peers.md lessons 4 and 5); Windows
    Terminal sets WT_SESSION.
    """
    utf8 = encoding.lower().replace("-", "") in {"utf8", "cp65001"}
    if platform == "win32":
        return Abilities(ascii_only="WT_SESSION" not in environ or not utf8, chinese=True)
    bare = environ.get("TERM", "") in {"", "linux", "dumb", "unknown"}
    return Abilities(ascii_only=bare or not utf8, chinese=utf8 and environ.get("TERM") != "linux")

"""The processes that a program has started, as Linux lists them."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from tests.patience import PATIENCE


def children(pid: int) -> set[int]:
    """Every process that this one has started, and theirs."""
    found, waiting = set[int](), [pid]
    parents: dict[int, list[int]] = {}
    for each in Path("/proc").iterdir():
        if each.name.isdecimal():
            try:
                fields = (each / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents.setdefault(int(fields[1]), []).append(int(each.name))
    while waiting:
        for child in parents.get(waiting.pop(), ()):
            found.add(child)
            waiting.append(child)
    return found


def ended(pids: set[int]) -> bool:
    """Whether all of them end in the time that is waited for."""

    def runs(pid: int) -> bool:
        try:
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        except OSError:
            return False

    return until(lambda: not any(map(runs, pids)))


def until(so: Callable[[], bool]) -> bool:
    """Whether this comes to be so in the time that is waited for; nothing tells when, so it is looked at often."""
    end = time.monotonic() + PATIENCE
    while not so() and time.monotonic() < end:
        time.sleep(0.05)
    return so()


def browsers(pids: set[int]) -> set[int]:
    """Those of them that are a browser, or a part of one."""
    return {each for each in pids if "chrom" in _command(each)}


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().partition("\0")[0]
    except OSError:
        return ""

"""Change the core one operator at a time and see whether its tests notice: `make mutation`.

mutmut makes the changed functions and runs, in a fork each, the tests that call them (`[tool.mutmut]` in
pyproject.toml says which files and which tests). To its changes this adds two: every `if` is always taken, and never
taken, so that a guard that no test needs is found. At the end stands, for each part of `[tool.mutation.parts]`, how
many changes were noticed; the exit status is 1 if a part has fewer than `least` per cent. `docs/mutation.md` lists
those that are not noticed, with their reasons.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import cast

import libcst
from mutmut.__main__ import cli
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.mutation.mutators import mutation_operators
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import walk_mutatable_files

NOTICED = frozenset({"killed", "timeout", "segfault", "suspicious"})
"""mutmut's words for a test that failed, and for a change that a test waits for in vain or that ends Python."""
WORKERS = "2"


def _taken_or_not(node: libcst.If) -> Iterator[libcst.If]:
    yield node.with_changes(test=libcst.Name("False"))
    yield node.with_changes(test=libcst.Name("True"))


cast("list[object]", mutation_operators).append((libcst.If, _taken_or_not))


@dataclass(frozen=True)
class Part:
    """A part of the core, and how its changes fared: mutmut's word for each, by the change's name."""

    name: str
    fared: Mapping[str, str]

    @property
    def unnoticed(self) -> list[str]:
        """The names of the changes that no test noticed."""
        return [key for key, word in self.fared.items() if word not in NOTICED]

    @property
    def per_cent(self) -> float:
        """How many of a hundred were noticed."""
        return 100 * (1 - len(self.unnoticed) / len(self.fared)) if self.fared else 0.0

    def __str__(self) -> str:
        words = Counter(self.fared[key] for key in self.unnoticed)
        left = ", ".join(f"{times} {word}" for word, times in words.items())
        return f"{self.name:24}{len(self.fared):6} changes  {self.per_cent:5.1f} % noticed  {left}"


def parts(globs: Mapping[str, str]) -> list[Part]:
    """Read what the last run has found; `globs` are the parts' files by their names."""
    results = [SourceFileMutationData(path=path) for path in walk_mutatable_files()]
    for each in results:
        each.load()
    return [
        Part(
            name,
            {
                key: status_by_exit_code[code]
                for each in results
                if fnmatch(str(each.path), files)
                for key, code in each.exit_code_by_key.items()
            },
        )
        for name, files in globs.items()
    ]


def forget(names: Iterable[str]) -> None:
    """Let the next run try these changes again, with the tests that call them today; others keep their results."""
    Path("mutants/mutmut-stats.json").unlink(missing_ok=True)
    again = frozenset(names)
    for path in walk_mutatable_files():
        each = SourceFileMutationData(path=path)
        each.load()
        if again & each.exit_code_by_key.keys():
            each.exit_code_by_key = {key: None if key in again else was for key, was in each.exit_code_by_key.items()}
            each.save()


def shown(name: str) -> str:
    """Return what a change does, as the lines of a diff."""
    lines = get_diff_for_mutant(name).splitlines()[2:]
    return "\n".join([name, *(each for each in lines if each.startswith(("+", "-")))])


def main() -> int:
    """Run what is asked for, and print the table."""
    options = argparse.ArgumentParser(description="Change the core and see whether its tests notice.")
    options.add_argument("--again", action="store_true", help="only what was not noticed last time, with today's tests")
    options.add_argument("--table", action="store_true", help="run nothing, and tell what the last run has found")
    options.add_argument("--show", metavar="WORD", help="also print the unnoticed changes with this in their name")
    given = options.parse_args()
    settings = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutation"]
    if given.again:
        forget(key for part in parts(settings["parts"]) for key in part.unnoticed)
    elif not given.table:
        shutil.rmtree("mutants", ignore_errors=True)
    if not given.table:
        cli(["run", "--max-children", WORKERS], standalone_mode=False)
    found = parts(settings["parts"])
    if given.show is not None:
        print(*(shown(key) for part in found for key in part.unnoticed if given.show in key), sep="\n")
    print(*found, sep="\n")
    return int(any(part.per_cent < settings["least"] for part in found))


if __name__ == "__main__":
    sys.exit(main())

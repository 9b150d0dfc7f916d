"""Counts what one Enter passes on its way to the backend: `python -m tools.enter_to_lane`, `--names` lists it.

The practice wizard, without a terminal, stands at the last field of a step with every answer typed; then Enter is
pressed. Counted are the functions of this package, each once, that are called in the wizard's thread from the
application's taking of the key until `Lane.submit` is called with the step's submit. Comprehensions and lambdas belong
to the function that they stand in. What only paints (`render`, timers) and the clock of tests are not on the way, and
not counted. Rules and folds, which the fields name in the table, are counted and also told apart.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path
from types import CodeType, FrameType

import ntuh_onboard
from ntuh_onboard.journey.lane import Lane
from ntuh_onboard.journey.step import Kind
from tests.patience import PATIENCE
from tests.screens.student import wizard

PACKAGE = Path(ntuh_onboard.__file__).parent
STEP = "alias_again"
"""The activation: the one commit that can never be undone."""
PAINTING = frozenset(
    {"_repaint", "render", "render_line", "render_lines", "get_content_width", "get_content_height", "get_style"}
)
Function = tuple[str, str]
"""File below the package, and the qualified name in it."""


def function_of(code: CodeType) -> Function | None:
    """The function of ours that this code belongs to; None for other packages and for painting."""
    path = Path(code.co_filename)
    if not path.is_relative_to(PACKAGE):
        return None
    name = code.co_qualname.partition(".<locals>.<")[0].removesuffix(".<locals>")
    return (
        None
        if name.rpartition(".")[2] in PAINTING or name.startswith("ManualClock")
        else (path.relative_to(PACKAGE).as_posix(), name)
    )


class Way:
    """The functions that were called, in the order of their first call, until the lane was asked."""

    def __init__(self) -> None:
        self.functions: dict[Function, None] = {}
        self.arrived = asyncio.Event()
        self._skipped: FrameType | None = None

    def called(self, frame: FrameType, event: str, _: object) -> None:
        """Called by the interpreter at each call and return."""
        if self._skipped is not None:
            if event == "return" and frame is self._skipped:
                self._skipped = None
            return
        if event != "call":
            return
        if (function := function_of(frame.f_code)) is not None:
            self.functions.setdefault(function)
        elif frame.f_code.co_name in PAINTING and Path(frame.f_code.co_filename).is_relative_to(PACKAGE):
            self._skipped = frame  # with all that it calls
        if frame.f_code is Lane.submit.__code__:
            sys.setprofile(None)
            self.arrived.set()

    @property
    def files(self) -> set[str]:
        """The files that these functions stand in."""
        return {file for file, _ in self.functions}

    @property
    def rules(self) -> list[Function]:
        """Those that are rules and folds: what the table of steps names for the fields, so no part of the way."""
        return [each for each in self.functions if each[0].startswith("rules/")]

    @property
    def hops(self) -> list[Function]:
        """The way itself, without what the fields' rules ask."""
        return [each for each in self.functions if each not in self.rules]


async def one_enter(step: str = STEP) -> Way:
    """Walk to the step, type its answers, and follow the Enter that sends them."""
    way = Way()
    async with wizard(step) as student:
        for asked in [each for each in student.view.step.fields if student.field(each.id).display]:
            if answer := "yes" if asked.kind is Kind.CONFIRM else student.answer(asked.id):
                student.field(asked.id).put(answer)
        student.app.screen.set_focus(student.view.controls()[-1])
        await student.ready()
        sys.setprofile(way.called)
        try:
            student._key("enter")  # noqa: SLF001  # the student would wait for the end of the act, and be counted
            async with asyncio.timeout(PATIENCE):
                await way.arrived.wait()
        finally:
            sys.setprofile(None)
        await student.ready()
    return way


def main() -> int:
    """Print how many functions in how many files; with `--names`, which."""
    options = argparse.ArgumentParser(description="Count what one Enter passes on its way to the backend.")
    options.add_argument("--step", default=STEP, help="the step whose submit is followed")
    options.add_argument("--names", action="store_true", help="print the functions too, in the order of their calls")
    given = options.parse_args()
    way = asyncio.run(one_enter(given.step))
    if given.names:
        print(*(f"{file:44} {name}" for file, name in way.functions), sep="\n")
    of_rules = f"{len(way.rules)} in {len({file for file, _ in way.rules})} of them are rules and folds"
    print(f"{given.step}: {len(way.functions)} functions in {len(way.files)} files; {of_rules}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

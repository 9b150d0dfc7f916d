"""Which of a test's cases `make check` runs; the others are `make long`'s."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest


def sparing(cases: Iterable[Any], kept: Callable[[Any], bool]) -> list[Any]:
    """These cases, of which the ones that are not kept take their time elsewhere.

    For cases that walk one way through our code: a few of them find what breaks it, all of them what breaks one.
    """
    return [each if kept(each) else _long(each) for each in cases]


def _long(case: Any) -> Any:
    return pytest.param(*case if isinstance(case, tuple) else (case,), marks=pytest.mark.long)

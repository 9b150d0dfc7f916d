"""The entries of a scenario file by their kinds: `"false"` is a text and no truth, and is not taken for one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def text(table: Mapping[str, Any], key: str, where: str, standard: str) -> str:
    """A text; `standard` where there is none. Raises ValueError, which says `where` the entry stands, as all do."""
    value = table.get(key, standard)
    if not isinstance(value, str):
        raise ValueError(f"{where}{key}: must be a text in quotes")  # noqa: TRY004  # one kind of error for one kind of mistake
    return value


def number(table: Mapping[str, Any], key: str, where: str, standard: float) -> float:
    """A number; `standard` where there is none."""
    value = table.get(key, standard)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{where}{key}: must be a number, without quotes")  # noqa: TRY004  # one kind of error for one kind of mistake
    return float(value)


def truth(table: Mapping[str, Any], key: str, where: str, *, standard: bool = False) -> bool:
    """True or false; `standard` where there is neither."""
    value = table.get(key, standard)
    if not isinstance(value, bool):
        raise ValueError(f"{where}{key}: must be true or false, without quotes")  # noqa: TRY004  # one kind of error for one kind of mistake
    return value


def part(table: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
    """A table of its own; an empty one where there is none."""
    value = table.get(key, {})
    if not isinstance(value, Mapping):
        raise ValueError(f"{where}{key}: must be a table, as [{key}] and lines under it")  # noqa: TRY004  # one kind of error for one kind of mistake
    return value

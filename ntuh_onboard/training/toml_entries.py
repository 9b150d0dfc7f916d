"""Read entries of a scenario file by type: `"false"`, in quotes, is a text and not a boolean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def text(table: Mapping[str, Any], key: str, where: str, standard: str) -> str:
    """Read a text, or `standard` if it is missing. Raises ValueError beginning with `where`, like all here."""
    value = table.get(key, standard)
    if not isinstance(value, str):
        raise ValueError(f"{where}{key}: must be a text in quotes")  # noqa: TRY004  # all mistakes raise the same error
    return value


def number(table: Mapping[str, Any], key: str, where: str, standard: float) -> float:
    """Read a number, or `standard` if it is missing."""
    value = table.get(key, standard)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{where}{key}: must be a number, without quotes")  # noqa: TRY004  # as above
    return float(value)


def truth(table: Mapping[str, Any], key: str, where: str, *, standard: bool = False) -> bool:
    """Read true or false, or `standard` if it is missing."""
    value = table.get(key, standard)
    if not isinstance(value, bool):
        raise ValueError(f"{where}{key}: must be true or false, without quotes")  # noqa: TRY004  # as above
    return value


def part(table: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
    """Read a table, or return an empty one if it is missing."""
    value = table.get(key, {})
    if not isinstance(value, Mapping):
        raise ValueError(f"{where}{key}: must be a table, as [{key}] and lines under it")  # noqa: TRY004  # as above
    return value

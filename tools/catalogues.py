"""Compile the catalogues: `locale/<language>/*.po` become `locale/<language>/LC_MESSAGES/ntuh_onboard.mo`.

Run it after changing a .po file; building a wheel or an editable install runs it too. It stops at entries that would
reach a student broken: fuzzy, empty or duplicate ones.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

DOMAIN = "ntuh_onboard"


class BrokenCatalogue(Exception):
    """An entry that cannot be used; the message names file, line and msgid."""


def read_all(folder: Path) -> Catalog:
    """Read all .po files of one language into one catalogue; raises BrokenCatalogue."""
    whole = Catalog(locale=folder.name, charset="utf-8")
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            part = read_po(file, locale=folder.name, abort_invalid=True)
        _check_once(path)
        if part.obsolete:
            raise BrokenCatalogue(f"{path}: delete the obsolete entries (#~)")
        for message in part:
            if not message.id:
                continue
            _check(path, message, whole)
            whole.add(message.id, message.string)
    return whole


def _check_once(path: Path) -> None:
    """Refuse a file with two entries of the same name, of which Babel would silently use the last."""
    names = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("msgid ")]
    for name, times in Counter(names).items():
        if times > 1:
            raise BrokenCatalogue(f"{path}: {name} stands {times} times")


def _check(path: Path, message: Message, whole: Catalog) -> None:
    where = f"{path}, line {message.lineno}: {message.id}"
    if message.fuzzy:
        raise BrokenCatalogue(f"{where} is fuzzy")
    if not message.string:
        raise BrokenCatalogue(f"{where} is empty")
    if message.id in whole:
        raise BrokenCatalogue(f"{where} stands in another file too")


def compile_all(locale: Path) -> list[Path]:
    """Compile every language below this folder; returns the files that were written."""
    written = []
    for folder in sorted(each for each in locale.iterdir() if any(each.glob("*.po"))):
        target = folder / "LC_MESSAGES" / f"{DOMAIN}.mo"
        target.parent.mkdir(exist_ok=True)
        with target.open("wb") as file:
            write_mo(file, read_all(folder))
        written.append(target)
    return written


if __name__ == "__main__":
    try:
        for each in compile_all(Path(__file__).resolve().parent.parent / "ntuh_onboard" / "texts" / "locale"):
            print(each)
    except BrokenCatalogue as error:
        sys.exit(str(error))

"""What is known of a hospital's sites, read from a profile file that its staff can mend (J0.2, J0.7).

`profiles/ntuh.toml` is packaged. Another file may stand in for it: it must hold every key that the packaged one
holds, so that no screen meets a missing word.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from ntuh_onboard.errors import OnboardError

PACKAGED = Path(__file__).with_name("profiles") / "ntuh.toml"
TABLES = ("hosts", "words")
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")


class ProfileError(OnboardError):
    """A profile that cannot be used; the text names the file, the line, the key, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of one hospital's sites.

    words: the hospital's own visible words by our key, without 「」. hosts: `portal`, `account`, `mail` -> host name.
    """

    words: Mapping[str, str]
    hosts: Mapping[str, str]


def load(path: Path | None = None) -> Profile:
    """The profile in this file, by default the packaged one; raises ProfileError."""
    if path is None or path == PACKAGED:
        return _packaged()
    return _read(path, {"hosts": frozenset(_packaged().hosts), "words": frozenset(_packaged().words)})


@cache
def _packaged() -> Profile:
    return _read(PACKAGED, {})


def _read(path: Path, wanted: Mapping[str, frozenset[str]]) -> Profile:
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"{path}: {error}") from None
    except UnicodeDecodeError:
        raise ProfileError(f"{path}: not written in UTF-8") from None
    except OSError as error:
        raise ProfileError(f"{path}: {error.strerror}") from None
    for key in table:
        if key not in TABLES:
            raise ProfileError(f"{path}{_line(text, key)}: no table is called {key}; there are: {', '.join(TABLES)}")
    found = {name: _checked(path, text, name, table.get(name), wanted.get(name)) for name in TABLES}
    for key, host in found["hosts"].items():
        if not _HOST.fullmatch(host):
            raise ProfileError(f"{path}{_line(text, key)}: hosts.{key} is {host!r}, and must be a bare host name")
    return Profile(words=MappingProxyType(found["words"]), hosts=MappingProxyType(found["hosts"]))


def _checked(path: Path, text: str, name: str, table: object, wanted: frozenset[str] | None) -> dict[str, str]:
    """One table of texts, every key known, none missing, each of one line."""
    if not isinstance(table, dict):
        raise ProfileError(f"{path}: the table [{name}] is missing")
    words: dict[str, str] = {}
    for key, word in table.items():
        where = f"{path}{_line(text, key)}: {name}.{key}"
        if wanted is not None and key not in wanted:
            raise ProfileError(f"{where} is not known; left of the = stands the program's own name for the word")
        if not isinstance(word, str) or not word.strip():
            raise ProfileError(f'{where} must be a text in "", and not empty')
        if word != word.strip() or not word.isprintable() or set("「」{}") & set(word):
            raise ProfileError(f"{where} must be one line, without blanks around it, and without 「 」 {{ }}")
        words[key] = word
    if missing := sorted((wanted or frozenset()) - words.keys()):
        raise ProfileError(f"{path}{_line(text, name)}: [{name}] lacks {', '.join(missing)}")
    return words


def _line(text: str, key: str) -> str:
    """`, line N` where the key stands in the file's text, for a person with an editor."""
    pattern = re.compile(rf"\s*\[?\s*[\"']?{re.escape(key)}[\"']?\s*[\]=]")
    for number, line in enumerate(text.splitlines(), start=1):
        if pattern.match(line):
            return f", line {number}"
    return ""

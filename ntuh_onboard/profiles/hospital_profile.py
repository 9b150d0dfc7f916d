"""Read what is known of the hospital's sites from a profile file, which its staff can correct (J0.2, J0.7).

`profiles/ntuh.toml` is packaged. Another file can take its place: either a complete one, with every word that the
packaged one has, or one that says `extends = "ntuh"` and holds the differences only. Words and hosts are read here, for
the screens; the tables that describe the pages are in the same file and are read by the web backend.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from ntuh_onboard.common import server_addresses
from ntuh_onboard.common.errors import OnboardError

FOLDER = Path(__file__).parent
PACKAGED = FOLDER / "ntuh.toml"
PACKAGED_NAMES = ("ntuh", "simulator")
TABLES = ("hosts", "words", "servers", "pages", "controls", "ids", "marks", "patterns", "scripts", "rules", "messages")
SITES = ("portal", "account", "mail")
SCRIPTS = "scripts"
"""The one more host that a browser may ask, for scripts and style sheets alone."""
_PLACED = frozenset({"controls", "ids"})
"""Tables whose keys may have a place before them, as in `mail.account`."""
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
_HEADER = re.compile(r"\s*(\[{1,2})\s*([\w-]+)\s*(?:\.\s*([\w-]+)[^\]]*)?\]{1,2}")
_KEY = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*(?:\.\s*[\"']?([\w-]+)[^=]*)?=")


class ProfileError(OnboardError):
    """A profile that cannot be used; the message names the file, the line, the key, and what is wrong."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of one hospital's sites.

    Attributes:
        words: the hospital's own visible words, without 「」, by our key.
        hosts: host names by site (`portal`, `account`, `mail`).
        servers: addresses by site, by `inner` for the portal's inner server, and by `scripts` for the one more host of
            scripts, if there is one.
        file: the path of the profile.
        tables: the tables that describe the pages, as written.
        lines: the place of each table and key in the file, as `FILE, line N`.
        extends: the packaged profile that this one builds on, or empty.

    """

    words: Mapping[str, str]
    hosts: Mapping[str, str]
    servers: Mapping[str, str] = field(default_factory=dict)
    file: Path = PACKAGED
    tables: Mapping[str, Any] = field(default_factory=dict, repr=False)
    lines: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False)
    extends: str = ""

    def where(self, table: str, key: str = "") -> str:
        """Return the place of a key as `FILE, line N`; the key of a message is its number, from 1."""
        return _at(self, table, key)

    @property
    def addresses(self) -> Mapping[str, str]:
        """The first page of each site, as a browser is to open it."""
        pages = self.tables.get("pages", {})
        servers = ((site, self.servers.get(site, f"https://{self.hosts[site]}")) for site in SITES)
        return {site: f"{server}{pages.get(site, '/')}".removesuffix("/") for site, server in servers}

    @property
    def packaged(self) -> bool:
        """Whether this is the profile that came with the program."""
        return self.file == PACKAGED


def load(path: Path | None = None) -> Profile:
    """Load the profile in this file, by default the packaged one; raises ProfileError."""
    if path is None or path == PACKAGED:
        return _packaged()
    return _checked_whole(_Sheet.read(path, extends=True), frozenset(_packaged().words))


def named(name: str) -> Path:
    """Return the file of a packaged profile."""
    return FOLDER / f"{name}.toml"


def nearest(key: str, known: Iterable[str]) -> str:
    """Return the end of a sentence about an unknown name: a known one that is close to it, or an empty text."""
    import difflib  # a file without a mistake does not need it

    close = difflib.get_close_matches(key, sorted(known), n=1)
    return f"; the nearest is {close[0]}" if close else ""


@cache
def _packaged() -> Profile:
    return _checked_whole(_Sheet.read(PACKAGED), None)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A profile file as written, merged with the one that it extends."""

    file: Path
    tables: Mapping[str, Any]
    lines: Mapping[tuple[str, str], str]
    own: frozenset[tuple[str, str]]
    extends: str = ""

    @classmethod
    def read(cls, path: Path, *, extends: bool = False) -> _Sheet:
        text, table = _toml(path)
        base = table.pop("extends", None)
        lines = _lines(path, text, table)
        for key in table:
            if key not in TABLES:
                raise ProfileError(f"{lines[key, '']}: no table is called {key}; there are: {', '.join(TABLES)}")
        own = frozenset(lines)
        if base is None:
            return cls(path, table, lines, own)
        if not extends or base not in PACKAGED_NAMES:
            raise ProfileError(
                f"{lines.get(('', 'extends'), path)}: extends must be one of {', '.join(PACKAGED_NAMES)}"
            )
        below = cls.read(named(base), extends=base != "ntuh")
        return cls(path, _merged(below.tables, table, lines), {**below.lines, **lines}, own, base)


def _toml(path: Path) -> tuple[str, dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8-sig")  # accepts the mark that Notepad may put in front
        return text, {name: _flat(held) if name in _PLACED else held for name, held in tomllib.loads(text).items()}
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"{path}: {error}") from None
    except UnicodeDecodeError:
        raise ProfileError(f"{path}: not written in UTF-8") from None
    except OSError as error:
        raise ProfileError(f"{path}: {error.strerror}") from None


def _flat(table: Any) -> Any:
    """Return a table with `mail.account` for the key `account` in the table `mail` within it."""
    if not isinstance(table, dict):
        return table
    flat: dict[str, Any] = {}
    for name, held in table.items():
        flat.update({f"{name}.{key}": each for key, each in held.items()} if isinstance(held, dict) else {name: held})
    return flat


def _lines(path: Path, text: str, table: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """Return the place of everything that this file holds, so that its mistakes are not blamed on the one it extends.

    A key that is written in an unusual way gets the place of its table, or the file as a whole.
    """
    lines = {place: f"{path}, line {number}" for place, number in places(text)}
    for name, held in table.items():
        found = (lines.get(place) for place in ((name, ""), (name, "1"), ("", name)))
        whole = lines.setdefault((name, ""), next(filter(None, found), str(path)))
        for key in held if isinstance(held, dict) else ():
            lines.setdefault((name, key), whole)
    return lines


def places(text: str) -> Iterator[tuple[tuple[str, str], int]]:
    """Yield table and key of each line that has one, with its number from 1; `[[messages]]` have numbers for keys."""
    table, counted = "", Counter[str]()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = f"{header[2]}.{header[3]}" if header[3] else header[2]
            counted[header[2]] += header[1] == "[["
            yield (header[2], header[3] or (str(counted[header[2]]) if header[1] == "[[" else "")), number
        elif key := _KEY.match(line):
            name, _, inner = table.partition(".")
            if key[2] and not table:
                yield (key[1], key[2]), number
            elif name in _PLACED:
                yield (name, ".".join(filter(None, (inner, key[1], key[2])))), number
            else:
                yield (table, key[1]), number


def _merged(below: Mapping[str, Any], above: Mapping[str, Any], lines: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    """Merge two profiles table by table and key by key: `above` wins, and its messages come first."""
    merged = dict(below)
    for name, table in above.items():
        if name == "messages":
            merged[name] = [*(table if isinstance(table, list) else [table]), *below.get(name, [])]
        elif not isinstance(table, dict):
            raise ProfileError(f"{lines[name, '']}: {name} must be a table")
        else:
            merged[name] = {**below.get(name, {}), **table}
    return merged


def _checked_whole(sheet: _Sheet, wanted: frozenset[str] | None) -> Profile:
    words = _texts(sheet, "words", wanted)
    hosts = _texts(sheet, "hosts", None if wanted is None else frozenset(SITES), frozenset({SCRIPTS}))
    for key, host in hosts.items():
        if not (_HOST.fullmatch(host) and server_addresses.is_host(host)):
            raise ProfileError(f"{_at(sheet, 'hosts', key)}: hosts.{key} is {host!r}, and must be a bare host name")
    servers = _servers(sheet, hosts)
    return Profile(
        words=MappingProxyType(words),
        hosts=MappingProxyType({site: urlsplit(servers[site]).hostname or "" for site in SITES}),
        servers=MappingProxyType(servers),
        file=sheet.file,
        tables=MappingProxyType(dict(sheet.tables)),
        lines=MappingProxyType(dict(sheet.lines)),
        extends=sheet.extends,
    )


def _servers(sheet: _Sheet, hosts: Mapping[str, str]) -> dict[str, str]:
    """Return each site's address: https and the host, unless `[servers]` names another; a changed host wins."""
    given = sheet.tables.get("servers", {})
    if not isinstance(given, dict):
        raise ProfileError(f"{_at(sheet, 'servers', '')}: servers must be a table")
    found = {site: f"https://{host}" for site, host in hosts.items() if site in {*SITES, SCRIPTS}}
    for key, address in given.items():
        where = _at(sheet, "servers", key)
        if key not in {*SITES, "inner", SCRIPTS}:
            raise ProfileError(f"{where}: servers.{key} is not known; there are: {', '.join(SITES)}, inner, {SCRIPTS}")
        if not server_addresses.is_address(address):  # not repeated in the message: it may contain a password
            raise ProfileError(f"{where}: servers.{key} must be {server_addresses.SHAPE}")
        if ("hosts", key) in sheet.own and ("servers", key) not in sheet.own:
            continue
        found[key] = address
    found.setdefault("inner", found["portal"])
    return found


def _at(sheet: _Sheet | Profile, table: str, key: str) -> str:
    return sheet.lines.get((table, key)) or sheet.lines.get((table, "")) or str(sheet.file)


def _texts(
    sheet: _Sheet, name: str, wanted: frozenset[str] | None, more: frozenset[str] = frozenset()
) -> dict[str, str]:
    """Check one table of texts: every key known, none missing but those in `more`, each text one line."""
    table = sheet.tables.get(name)
    if not isinstance(table, dict):
        raise ProfileError(f"{sheet.file}: the table [{name}] is missing")
    words: dict[str, str] = {}
    for key, word in table.items():
        where = f"{_at(sheet, name, key)}: {name}.{key}"
        if wanted is not None and key not in wanted | more:
            raise ProfileError(
                f"{where} is not known; left of the = stands the program's own name for the word{nearest(key, wanted)}"
            )
        if not isinstance(word, str) or not word.strip():
            raise ProfileError(f'{where} must be a text in "", and not empty')
        if word != word.strip() or not word.isprintable() or set("「」{}") & set(word):
            raise ProfileError(f"{where} must be one line, without blanks around it, and without 「 」 {{ }}")
        words[key] = word
    if missing := sorted((wanted or frozenset()) - words.keys()):
        raise ProfileError(f"{_at(sheet, name, '')}: [{name}] lacks {', '.join(missing)}")
    return words

"""What is known of a hospital's pages beyond its words: addresses, further words, marks and messages, as data (J0.7).

A file of TOML that the hospital's staff can mend. No word of a site stands in code.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ntuh_onboard import errors
from ntuh_onboard.backend.protocol import Case
from ntuh_onboard.backend.web.page import Clue
from ntuh_onboard.profile import Profile, ProfileError

SITES = ("portal", "account", "mail")
TABLES = frozenset({"servers", "pages", "controls", "ids", "marks", "patterns", "rules", "messages"})
MARKS = (
    "maintenance",
    "session_ended",
    "signed_out",
    "changed",
    "saved",
    "sent",
    "activated",
    "is_activated",
    "must_change",
    "waiting",
    "inbox",
)
TRANSFORMS = ("plain", "md5")
_HOLE = re.compile(r"\\?\{(\w+)\\?\}")


@dataclass(frozen=True, slots=True)
class Said:
    """A refusal that the site is known to word so, the error it means, and the field it is about."""

    words: str
    error: type[errors.Refused]
    field: str | None = None


@dataclass(frozen=True, slots=True)
class SiteProfile:
    """One hospital's pages.

    servers: `portal`, `inner`, `account`, `mail` -> address. pages: path of each site's first page, and of the pages
    behind it that can be asked for by address. controls, ids: what a control is known by, beside the profile's words.
    marks: words that a page shows when something is so. patterns: a line with `{named}` holes. rules: by name.
    """

    words: Mapping[str, str]
    servers: Mapping[str, str]
    pages: Mapping[str, str]
    controls: Mapping[str, tuple[str, ...]]
    ids: Mapping[str, tuple[str, ...]]
    marks: Mapping[str, tuple[str, ...]]
    patterns: Mapping[str, re.Pattern[str]]
    rules: Mapping[str, str]
    messages: tuple[Said, ...]

    def clue(self, key: str) -> Clue:
        """What is known of a control or a fact."""
        words = self.controls.get(key) or ((self.words[key],) if key in self.words else ())
        return Clue(words, self.ids.get(key, ()))

    def address(self, page: str, site: str) -> str:
        """The address of a page; empty where it is not known."""
        path = self.pages.get(page)
        return self.servers[site].rstrip("/") + path if path else ""

    def origins(self, site: str) -> tuple[str, ...]:
        """The servers that a site's pages are on."""
        return tuple(self.servers[each] for each in ((site, "inner") if site == "portal" else (site,)))

    def case(self, site: str) -> Case:
        """How a site's picture code treats letters (C-04)."""
        return Case(self.rules.get(f"{site}_picture", Case.AS_TYPED))


def load_site(path: Path, profile: Profile, servers: Mapping[str, str] | None = None) -> SiteProfile:
    """The pages in this file, with the words of a profile; raises ProfileError.

    servers: addresses that stand in for the file's, as of a simulator that was given free ports.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProfileError(f"{path}: {error}") from None
    except OSError as error:
        raise ProfileError(f"{path}: {error.strerror}") from None
    if unknown := sorted(table.keys() - TABLES):
        raise ProfileError(f"{path}: no table is called {', '.join(unknown)}; there are: {', '.join(sorted(TABLES))}")
    rules = _texts(path, table, "rules")
    found = SiteProfile(
        words=profile.words,
        servers={**_texts(path, table, "servers"), **(servers or {})},
        pages=_texts(path, table, "pages"),
        controls=_lists(path, table, "controls"),
        ids=_lists(path, table, "ids"),
        marks=_lists(path, table, "marks"),
        patterns={name: _pattern(line) for name, line in _texts(path, table, "patterns").items()},
        rules=rules,
        messages=tuple(_said(path, each) for each in table.get("messages", [])),
    )
    _whole(path, found)
    return found


def _whole(path: Path, found: SiteProfile) -> None:
    """Every key that a page sequence asks for is there, and every rule is one."""
    if missing := [each for each in ("inner", *SITES) if each not in found.servers]:
        raise ProfileError(f"{path}: [servers] lacks {', '.join(missing)}")
    if missing := [each for each in SITES if each not in found.pages]:
        raise ProfileError(f"{path}: [pages] lacks {', '.join(missing)}")
    if missing := [each for each in MARKS if each not in found.marks]:
        raise ProfileError(f"{path}: [marks] lacks {', '.join(missing)}")
    if "greeting" not in found.patterns:
        raise ProfileError(f"{path}: [patterns] lacks greeting")
    if found.rules.get("portal_password", "plain") not in TRANSFORMS:
        raise ProfileError(f"{path}: rules.portal_password must be one of {', '.join(TRANSFORMS)}")
    for site in SITES:
        if found.rules.get(f"{site}_picture", Case.AS_TYPED) not in set(Case):
            raise ProfileError(f"{path}: rules.{site}_picture must be one of {', '.join(Case)}")


def _texts(path: Path, table: Mapping[str, Any], name: str) -> dict[str, str]:
    found = table.get(name, {})
    if not isinstance(found, dict) or not all(isinstance(each, str) and each for each in found.values()):
        raise ProfileError(f'{path}: [{name}] must hold texts in "", none of them empty')
    return found


def _lists(path: Path, table: Mapping[str, Any], name: str) -> dict[str, tuple[str, ...]]:
    found = table.get(name, {})
    right = isinstance(found, dict) and all(
        isinstance(each, list) and each and all(isinstance(text, str) and text for text in each)
        for each in found.values()
    )
    if not right:
        raise ProfileError(f'{path}: [{name}] must hold lists of texts, as in ["one", "two"]')
    return {key: tuple(each) for key, each in found.items()}


def _said(path: Path, row: object) -> Said:
    if not isinstance(row, dict) or not {"words", "error"} <= row.keys() <= {"words", "error", "field"}:
        raise ProfileError(f"{path}: each of [[messages]] must hold words and error, and may hold field")
    kind = getattr(errors, str(row["error"]), None)
    if not (isinstance(kind, type) and issubclass(kind, errors.Refused)):
        raise ProfileError(f"{path}: {row['error']} is no refusal")
    return Said(str(row["words"]), kind, row.get("field"))


def _pattern(line: str) -> re.Pattern[str]:
    """A line with holes: blanks in it may be any blanks, a hole is as short as can be."""
    parts = _HOLE.split(line)
    made = [
        rf"(?P<{each}>.+?)" if at % 2 else r"\s+".join(map(re.escape, each.split(" "))) for at, each in enumerate(parts)
    ]
    return re.compile("".join(made) + ("$" if line.endswith("}") else ""))

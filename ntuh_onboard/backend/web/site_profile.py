"""What is known of a hospital's pages beyond its words: addresses, further words, marks and messages, as data (J0.7).

All of it stands in the profile's file, which the hospital's staff can mend. No word of a site stands in code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ntuh_onboard import errors
from ntuh_onboard.backend.protocol import Case
from ntuh_onboard.backend.web.page import Clue
from ntuh_onboard.profile import SITES, Profile, ProfileError, load

MARKS = (
    "maintenance",
    "session_ended",
    "signed_out",
    "landed",
    "changed",
    "saved",
    "sent",
    "activated",
    "is_activated",
    "reset",
    "must_change",
    "waiting",
    "inbox",
)
"""What a page can show. One that no file names is never seen: what would need it stays unknown, and is read back."""
PATTERNS = ("greeting", "left", "wait", "valid_for", "resend_after")
PAGES = (*SITES, "account_settings", "account_reset")
TRANSFORMS = ("plain", "md5")
_RULES: Mapping[str, tuple[str, ...]] = {
    "portal_password": TRANSFORMS,
    "portal_picture": tuple(Case),
    "mail_picture": tuple(Case),
    "inside": SITES,
    "domain": (),
    "portal_idle": (),
    "account_idle": (),
    "mail_idle": (),
}
"""Each rule, and what it may be; free where nothing stands."""
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

    profile: the file, with its words and servers (`portal`, `inner`, `account`, `mail` -> address). pages: path of
    each site's first page, and of the pages behind it that can be asked for by address. controls, ids: what a control
    is known by, beside the profile's words. marks: words that a page shows when something is so. patterns: a line with
    `{named}` holes. rules: by name.
    """

    profile: Profile
    pages: Mapping[str, str]
    controls: Mapping[str, tuple[str, ...]]
    ids: Mapping[str, tuple[str, ...]]
    marks: Mapping[str, tuple[str, ...]]
    patterns: Mapping[str, re.Pattern[str]]
    rules: Mapping[str, str]
    messages: tuple[Said, ...]

    @property
    def words(self) -> Mapping[str, str]:
        """The hospital's own visible words."""
        return self.profile.words

    @property
    def servers(self) -> Mapping[str, str]:
        """Each site's address."""
        return self.profile.servers

    @property
    def file(self) -> Path:
        """The file that it was read from."""
        return self.profile.file

    def where(self, table: str, key: str = "") -> str:
        """`FILE, line N` of a key."""
        return self.profile.where(table, key)

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


def load_site(
    path: Path | None = None, *, servers: Mapping[str, str] | None = None, profile: Profile | None = None
) -> SiteProfile:
    """The pages in this profile's file, by default the packaged one; raises ProfileError.

    servers: addresses that stand in for the file's, as of a simulator that was given free ports. profile: one that was
    read before.
    """
    found = load(path) if profile is None else profile
    if servers:
        found = replace(found, servers=MappingProxyType({**found.servers, **servers}))
    messages = found.tables.get("messages", [])
    return SiteProfile(
        profile=found,
        pages=_texts(found, "pages", PAGES),
        controls=_lists(found, "controls"),
        ids=_lists(found, "ids"),
        marks={**dict.fromkeys(MARKS, ()), **_lists(found, "marks", MARKS)},
        patterns={name: _pattern(found, name, line) for name, line in _texts(found, "patterns", PATTERNS).items()},
        rules=_rules(found),
        messages=tuple(_said(found, number, each) for number, each in enumerate(messages, start=1)),
    )


def _rules(profile: Profile) -> dict[str, str]:
    rules = _texts(profile, "rules", tuple(_RULES))
    for key, value in rules.items():
        if _RULES[key] and value not in _RULES[key]:
            raise ProfileError(f"{profile.where('rules', key)}: rules.{key} must be one of {', '.join(_RULES[key])}")
        if key.endswith("_idle") and not value.isdecimal():
            raise ProfileError(f'{profile.where("rules", key)}: rules.{key} must be seconds, as in "300"')
    return rules


def _known(profile: Profile, name: str, known: tuple[str, ...]) -> Mapping[str, Any]:
    """A table that may be missing, every key of it known."""
    found = profile.tables.get(name, {})
    if not isinstance(found, dict):
        raise ProfileError(f"{profile.where(name)}: {name} must be a table")
    for key in found:
        if known and key not in known:
            where = profile.where(name, key)
            raise ProfileError(f"{where}: {name}.{key} is not known; there are: {', '.join(known)}")
    return found


def _texts(profile: Profile, name: str, known: tuple[str, ...]) -> dict[str, str]:
    found = _known(profile, name, known)
    for key, text in found.items():
        if not isinstance(text, str) or not text.strip():
            raise ProfileError(f'{profile.where(name, key)}: {name}.{key} must be a text in "", and not empty')
    return dict(found)


def _lists(profile: Profile, name: str, known: tuple[str, ...] = ()) -> dict[str, tuple[str, ...]]:
    found = _known(profile, name, known)
    for key, texts in found.items():
        if not (isinstance(texts, list) and texts and all(isinstance(each, str) and each.strip() for each in texts)):
            where = profile.where(name, key)
            raise ProfileError(f'{where}: {name}.{key} must be a list of texts, as in ["one", "two"]')
    return {key: tuple(each) for key, each in found.items()}


def _said(profile: Profile, number: int, row: object) -> Said:
    where = profile.where("messages", str(number))
    if not isinstance(row, dict) or not {"words", "error"} <= row.keys() <= {"words", "error", "field"}:
        raise ProfileError(f"{where}: each of [[messages]] must hold words and error, and may hold field")
    if not all(isinstance(each, str) and each.strip() for each in row.values()):
        raise ProfileError(f'{where}: words, error and field must be texts in ""')
    kind = getattr(errors, row["error"], None)
    if not (isinstance(kind, type) and issubclass(kind, errors.Refused)):
        raise ProfileError(f"{where}: {row['error']} is no refusal that this program knows")
    return Said(row["words"], kind, row.get("field"))


def _pattern(profile: Profile, name: str, line: str) -> re.Pattern[str]:
    """A line with holes: blanks in it may be any blanks, a hole is as short as can be."""
    parts = _HOLE.split(line)
    if len(parts) == 1:
        raise ProfileError(f"{profile.where('patterns', name)}: patterns.{name} must hold a hole, as {{number}}")
    made = [
        rf"(?P<{each}>.+?)" if at % 2 else r"\s+".join(map(re.escape, each.split(" "))) for at, each in enumerate(parts)
    ]
    return re.compile("".join(made) + ("$" if line.endswith("}") else ""))

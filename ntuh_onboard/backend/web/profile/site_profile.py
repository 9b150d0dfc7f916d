"""What is known of a hospital's pages beyond its words: addresses, further words, marks and messages, as data (J0.7).

All of it is in the profile's file, which the hospital's staff can mend. No word of a site is in code. A wizard reads
the whole file before its first screen, so that a mistake is reported then; neither parser nor HTTP is loaded for that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from ntuh_onboard.backend.protocol import Case
from ntuh_onboard.backend.web.profile import profile_schema
from ntuh_onboard.profiles.hospital_profile import SCRIPTS, Profile, load

if TYPE_CHECKING:
    from ntuh_onboard.backend.web.html.page import Clue


@dataclass(frozen=True, slots=True)
class SiteProfile:
    """One hospital's pages.

    Attributes:
        profile: the file, with its words and servers (`portal`, `inner`, `account`, `mail` -> address).
        pages: the path of each site's first page, and of the pages behind it that can be asked for by address.
        controls: by which words a control is found besides the profile's own.
        ids: by which ids or names a control is found.
        marks: words that a page shows when something is so.
        patterns: lines with `{named}` holes.
        scripts: names of functions of a page's own script, by what they do.
        rules: how a site behaves, by name.
        messages: the refusals that the site is known to word.
        places: the present places; a control may have words and ids of its own there, and the first that has some
            counts.

    """

    profile: Profile
    pages: Mapping[str, str]
    controls: Mapping[str, tuple[str, ...]]
    ids: Mapping[str, tuple[str, ...]]
    marks: Mapping[str, tuple[str, ...]]
    patterns: Mapping[str, re.Pattern[str]]
    scripts: Mapping[str, tuple[str, ...]]
    rules: Mapping[str, str]
    messages: tuple[profile_schema.Said, ...]
    places: tuple[str, ...] = ()

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
        """Return `FILE, line N` of a key."""
        return self.profile.where(table, key)

    def clue(self, key: str) -> Clue:
        """Return what is known about a control or a fact."""
        from ntuh_onboard.backend.web.html.page import Clue  # it loads the parser, which a start need not wait for

        table, found = self.written(key)
        words = self.controls[found] if table == "controls" else (self.words[key],) if table == "words" else ()
        return Clue(words, self.ids.get(self._here(self.ids, key), ()))

    def written(self, key: str) -> tuple[str, str]:
        """Return table and key of the line with what is known here about a control or a fact."""
        found = self._here(self.controls, key)
        if found in self.controls:
            return "controls", found
        return ("words", key) if key in self.words else ("ids", self._here(self.ids, key))

    def at(self, *places: str) -> SiteProfile:
        """Return the same profile for these places, the nearest first."""
        return replace(self, places=places)

    def _here(self, table: Mapping[str, tuple[str, ...]], key: str) -> str:
        """Return the key in a table that applies here."""
        return next((one for each in self.places if (one := f"{each}.{key}") in table), key)

    def address(self, page: str, site: str) -> str:
        """Return the address of a page; empty if unknown. A site begins at `/` unless the profile says otherwise."""
        path = self.pages.get(page, "/" if page == site else "")
        return self.servers[site].rstrip("/") + path if path else ""

    def origins(self, site: str) -> tuple[str, ...]:
        """Return the servers that a site's pages are on."""
        return tuple(self.servers[each] for each in ((site, "inner") if site == "portal" else (site,)))

    @property
    def script_hosts(self) -> tuple[str, ...]:
        """Return the servers that a browser may ask for scripts and style sheets, and for nothing else."""
        return tuple(self.servers[each] for each in (SCRIPTS,) if each in self.servers)

    def case(self, site: str) -> Case:
        """Return how a site's picture code treats letters (C-04)."""
        return Case(self.rules.get(f"{site}_picture", Case.AS_TYPED))


def load_site(
    path: Path | None = None, *, servers: Mapping[str, str] | None = None, profile: Profile | None = None
) -> SiteProfile:
    """Return the pages in this profile's file, by default the packaged one; raises ProfileError.

    Args:
        path: the file.
        servers: addresses that replace the file's, for example of a simulator that was given free ports.
        profile: one that was read before.

    """
    found = load(path) if profile is None else profile
    if servers:
        found = replace(found, servers=MappingProxyType({**found.servers, **servers}))
    profile_schema.judge_words(found)
    named = (*profile_schema.CONTROLS, *found.words)
    patterns = profile_schema.texts(found, "patterns", profile_schema.PATTERNS)
    return SiteProfile(
        profile=found,
        pages=profile_schema.paths(found),
        controls=profile_schema.lists(found, "controls", named),
        ids=profile_schema.lists(found, "ids", named, seen=False),
        marks={**dict.fromkeys(profile_schema.MARKS, ()), **profile_schema.lists(found, "marks", profile_schema.MARKS)},
        patterns={name: profile_schema.pattern(found, name, line) for name, line in patterns.items()},
        scripts=profile_schema.lists(found, "scripts", profile_schema.SCRIPTS, seen=False),
        rules=profile_schema.rules(found),
        messages=profile_schema.refusals(found),
    )

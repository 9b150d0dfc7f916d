"""Every sentence that a student sees, in every language (GNU gettext catalogues, compiled by `tools/catalogues.py`).

A sentence is asked for by a name (`step.sign_in.title`) and may hold `{placeholders}`: values given by the caller,
`{word_<key>}` for the hospital's own word in 「」 from the profile (in other languages with its gloss behind it),
`{quoted_<key>}` for the same without a gloss (what is said aloud in Chinese), `{host_<key>}` for a site's address, and
`{languages}` for the names of all languages.
So no catalogue contains a word of the hospital's or an address.
"""

from __future__ import annotations

import gettext
import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

from ntuh_onboard.common.errors import OnboardError
from ntuh_onboard.profiles import hospital_profile
from ntuh_onboard.texts import languages
from ntuh_onboard.texts.languages import Language

DOMAIN = "ntuh_onboard"
"""The .po files of a language (`ui`, `steps`, `errors`, `rules`, `words`) are compiled into one file of this name."""


class MissingSentence(OnboardError):
    """No sentence of this name is written in this language."""

    def __init__(self, key: str, language: Language) -> None:
        super().__init__(f"no sentence {key} in {language}")
        self.key = key
        self.language = language


class MissingCatalogue(OnboardError):
    """The catalogues were not compiled: a source tree needs `python tools/catalogues.py` once."""


class Texts:
    """The sentences in one language.

    Values put into a sentence are drawn as they are: text from outside has passed `safe()` before.

    Args:
        language: the language.
        words: the profile's `[words]`.
        hosts: its `[hosts]`; by default those of the packaged profile.
        addresses: the first page of each site; by default over https, at these hosts.

    """

    def __init__(
        self,
        language: Language,
        words: Mapping[str, str],
        hosts: Mapping[str, str] | None = None,
        addresses: Mapping[str, str] | None = None,
    ) -> None:
        self.language = language
        self._words = words
        self._hosts = hospital_profile.load().hosts if hosts is None else hosts
        self._catalogue = _catalogue(language)
        behind = language.falls_back
        at_hosts = {site: f"https://{host}" for site, host in self._hosts.items()}
        self._addresses = at_hosts if addresses is None else addresses
        self._behind = Texts(languages.language(behind), words, self._hosts, self._addresses) if behind else None

    def say(self, key: str, **values: object) -> str:
        """Return the sentence with this name, with its values put in.

        Raises MissingSentence if it is not written, KeyError if it needs a value that was not given.
        """
        return self._written(key).format_map(_Values(self, values))

    def has(self, key: str) -> bool:
        """Return whether a sentence with this name is written in this language, or in its fallback."""
        written = bool(key) and self._catalogue.gettext(key) != key
        return written or (self._behind is not None and self._behind.has(key))

    def word(self, key: str) -> str:
        """Return the hospital's word as sentences show it: 「異動儲存」, in English 「異動儲存」 (Save changes)."""
        quoted = self.quoted(key)
        return f"{quoted} ({self._written(f'word.{key}')})" if self.language.gloss else quoted

    def quoted(self, key: str) -> str:
        """Return the hospital's word in 「」, without a gloss in any language."""
        return f"「{self._words[key]}」"

    def glossed(self, chinese: str) -> str:
        """Return a text of the hospital's pages with our translation behind it, if this language has one."""
        key = f"gloss.{digest(chinese)}"
        return f"{chinese} ({self._written(key)})" if self.language.gloss and self.has(key) else chinese

    def host(self, key: str) -> str:
        """Return the host of a site: `portal`, `account`, `mail`."""
        return self._hosts[key]

    def address(self, key: str) -> str:
        """Return the address of a site, as the profile has it."""
        return self._addresses[key]

    def with_language(self, language: Language) -> Texts:
        """Return the same words in another language."""
        return Texts(language, self._words, self._hosts, self._addresses)

    def translation(self, chinese: str) -> str | None:
        """Return our translation of a passage of the account site, line by line; None if a line was not translated.

        It is found by the passage's digest, never by its place: a reworded line gets no translation, and the screen
        says so (J4.1). Always None in the language of the site.
        """
        lines = [each for each in chinese.splitlines() if normalised(each)]
        keys = [f"regulations.{digest(each)}" for each in lines]
        if not keys or not all(self.has(key) for key in keys):
            return None
        return "\n".join(self._written(key) for key in keys)

    def translated(self, passages: Sequence[str]) -> bool:
        """Return whether every passage is word for word one that was translated."""
        return all(self.translation(each) is not None for each in passages)

    def _written(self, key: str) -> str:
        found = self._catalogue.gettext(key) if key else key  # the empty key is gettext's own header
        if found == key and self._behind is not None:
            return self._behind._written(key)  # noqa: SLF001  # of the same class
        if found == key:
            raise MissingSentence(key, self.language)
        return found


class _Values(dict[str, object]):
    """The caller's values, and as a fallback the hospital's words and addresses."""

    def __init__(self, texts: Texts, values: Mapping[str, object]) -> None:
        super().__init__(values)
        self._texts = texts

    def __missing__(self, name: str) -> str:
        if name == "languages":
            return " / ".join(each.name for each in languages.languages())
        kind, _, key = name.partition("_")
        put_in = {
            "word": self._texts.word,
            "quoted": self._texts.quoted,
            "host": self._texts.host,
            "address": self._texts.address,
        }.get(kind)
        if put_in is None:
            raise KeyError(name)
        return put_in(key)


def normalised(chinese: str) -> str:
    """Return a line as it is compared: NFKC, without blanks and without a leading list mark."""
    return "".join(unicodedata.normalize("NFKC", chinese).split()).lstrip("-*.•·・●※")


def digest(chinese: str) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of the normalised line."""
    return hashlib.sha256(normalised(chinese).encode()).hexdigest()[:16]


@cache
def _catalogue(language: Language) -> gettext.GNUTranslations:
    path = languages.LOCALE / language.folder / "LC_MESSAGES" / f"{DOMAIN}.mo"
    try:
        with path.open("rb") as file:
            return gettext.GNUTranslations(file)
    except FileNotFoundError:
        raise MissingCatalogue(f"{path} is missing: run `python tools/catalogues.py`") from None

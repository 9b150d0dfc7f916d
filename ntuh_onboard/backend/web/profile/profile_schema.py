"""The tables of a profile's file by which pages are read; each mistake is reported with its line (J0.7).

What would be read differently from what was meant is refused here, before anybody sits down: a page may be read after
something was sent, and a mark that fits every page would call anything a success (O-10).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from ntuh_onboard.backend.protocol import Case
from ntuh_onboard.backend.web.html.word_forms import plain
from ntuh_onboard.common import errors
from ntuh_onboard.common.server_addresses import is_host
from ntuh_onboard.profiles.hospital_profile import SITES, Profile, ProfileError, nearest

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
    "not_activated",
    "reset",
    "must_change",
    "waiting",
    "inbox",
)
"""What a page can show. A mark that no file names is never seen: what needs it stays unknown, and is read back."""
CONTROLS = ("captcha_picture", "sign_in", "go_on", "reset_password", "effective")
"""What is looked for on a page besides the controls that have a word of the hospital's."""
PLACES = (*SITES, "password", "code", "phone", "settings", "reset")
"""Prefixes for the key of a control that differs there: a site, or a page with a form of its own."""
PATTERNS: Mapping[str, tuple[str, ...]] = {
    "greeting": ("employee_id", "name"),
    "left": ("number",),
    "wait": ("number",),
    "valid_for": ("number",),
    "resend_after": ("number",),
}
"""Each line with holes, and the holes that are read."""
PAGES = (*SITES, "account_settings", "account_reset")
TRANSFORMS = ("page", "plain", "md5")
"""How the portal's password is sent: as the page itself asks for it, or in one way whatever the page says."""
SCRIPTS = ("password_digest",)
"""What functions of a page's own script are known to do."""
FIELDS = (
    "campus",
    "employee_id",
    "portal_password",
    "captcha",
    "portal_old",
    "portal_new",
    "portal_again",
    "english_surname",
    "english_given",
    "english_middle",
    "office_phone",
    "home_phone",
    "mobile_phone",
    "account_id",
    "registered_phone",
    "channel",
    "code",
    "alias",
    "cloud_password",
    "cloud_again",
    "cloud_new",
    "cloud_new_again",
    "mail_alias",
    "mail_password",
    "mail_captcha",
    "facts_right",
)
"""What a refusal can be about, by the steps' own names (`ntuh_onboard.journey.tables`)."""
_RULES: Mapping[str, tuple[str, ...]] = {
    "portal_password": TRANSFORMS,
    "portal_picture": tuple(Case),
    "mail_picture": tuple(Case),
    "inside": SITES,
    "engine": ("auto", "http", "browser"),
    "domain": (),
    "portal_idle": (),
    "account_idle": (),
    "mail_idle": (),
}
"""Each rule, and its possible values; any value if none are listed."""
_HOLE = re.compile(r"\{([^{}]*)\}")
_PATH = re.compile(r"/[^\s\\#]*")


@dataclass(frozen=True, slots=True)
class Said:
    """A refusal that the site is known to word this way.

    Attributes:
        words: its words.
        error: the error it means.
        field: the field it is about.

    """

    words: str
    error: type[errors.Refused]
    field: str | None = None


def texts(profile: Profile, name: str, known: Collection[str]) -> dict[str, str]:
    """Return a table of texts, which may be missing."""
    found = _known(profile, name, known)
    for key, text in found.items():
        if not isinstance(text, str) or not text.strip():
            raise ProfileError(f'{_at(profile, name, key)} must be a text in "", and not empty')
    return dict(found)


def lists(profile: Profile, name: str, known: Collection[str], *, seen: bool = True) -> dict[str, tuple[str, ...]]:
    """Return a table of lists of texts, which may be missing; `seen`: they are words that a person sees."""
    placed = [f"{place}.{key}" for place in PLACES for key in known] if name in {"controls", "ids"} else []
    found = _known(profile, name, [*known, *placed], known)
    for key, each in found.items():
        if not (isinstance(each, list) and each and all(isinstance(one, str) and one.strip() for one in each)):
            raise ProfileError(f'{_at(profile, name, key)} must be a list of texts, as in ["one", "two"]')
        for one in each if seen else ():
            _judge_seen(_at(profile, name, key), one)
    return {key: tuple(each) for key, each in found.items()}


def judge_words(profile: Profile) -> None:
    """Refuse a word that would be found on every page."""
    for key, word in profile.words.items():
        _judge_seen(_at(profile, "words", key), word)


def paths(profile: Profile) -> dict[str, str]:
    """Return the addresses of pages; without a leading /, the host before them would be another one."""
    found = texts(profile, "pages", PAGES)
    for key, path in found.items():
        if not _PATH.fullmatch(path):
            raise ProfileError(f'{_at(profile, "pages", key)} must be a path, from / on, as in "/General/Login.aspx"')
    return found


def rules(profile: Profile) -> dict[str, str]:
    """Return how a site behaves."""
    found = texts(profile, "rules", _RULES)
    for key, value in found.items():
        where = _at(profile, "rules", key)
        if _RULES[key] and value not in _RULES[key]:
            raise ProfileError(f"{where} must be one of {', '.join(_RULES[key])}")
        if key.endswith("_idle") and not value.isdecimal():
            raise ProfileError(f'{where} must be seconds, as in "300"')
        if key == "domain" and not is_host(value):
            raise ProfileError(f'{where} must be what stands behind the @, as in "ntuh.gov.tw"')
    return found


def pattern(profile: Profile, name: str, line: str) -> re.Pattern[str]:
    """Return the pattern of a line with holes: blanks may be any blanks, a hole is as short as possible."""
    parts, known = _HOLE.split(line), PATTERNS[name]
    holes, words = parts[1::2], "".join(parts[::2])
    if not holes or not set(holes) <= set(known) or len({*holes}) < len(holes) or {"{", "}"} & set(words):
        named = " or ".join(f"{{{each}}}" for each in known)
        raise ProfileError(f"{_at(profile, 'patterns', name)} must hold a hole, {named}, once, and no other")
    _judge_seen(_at(profile, "patterns", name), words)
    made = [
        rf"(?P<{each}>.+?)" if at % 2 else r"\s+".join(map(re.escape, each.split(" "))) for at, each in enumerate(parts)
    ]
    return re.compile("".join(made) + ("$" if line.endswith("}") else ""))


def refusals(profile: Profile) -> tuple[Said, ...]:
    """Return what the site's messages mean."""
    rows = profile.tables.get("messages", [])
    numbered = enumerate(rows if isinstance(rows, list) else [rows], start=1)
    return tuple(_said(profile.where("messages", str(number)), each) for number, each in numbered)


def _said(where: str, row: object) -> Said:
    if not isinstance(row, dict) or not {"words", "error"} <= row.keys() <= {"words", "error", "field"}:
        raise ProfileError(f"{where}: each of [[messages]] must hold words and error, and may hold field")
    if not all(isinstance(each, str) and each.strip() for each in row.values()):
        raise ProfileError(f'{where}: words, error and field must be texts in ""')
    _judge_seen(f"{where}: words", row["words"])
    kind, field = getattr(errors, row["error"], None), row.get("field")
    if not (isinstance(kind, type) and issubclass(kind, errors.Refused)):
        meant = nearest(row["error"], (each.__name__ for each in _kinds(errors.Refused)))
        raise ProfileError(f"{where}: {row['error']} is no refusal that this program knows{meant}")
    if field is not None and field not in FIELDS:
        meant = nearest(field, FIELDS) or f"; there are: {', '.join(FIELDS)}"
        raise ProfileError(f"{where}: no field is called {field}{meant}")
    return Said(row["words"], kind, field)


def _kinds(kind: type[errors.Refused]) -> tuple[type[errors.Refused], ...]:
    return (kind, *(one for each in kind.__subclasses__() for one in _kinds(each)))


def _known(profile: Profile, name: str, known: Collection[str], listed: Collection[str] = ()) -> Mapping[str, Any]:
    """Return a table that may be missing, with only known keys; an error names those in `listed` if none is similar."""
    found = profile.tables.get(name, {})
    if not isinstance(found, dict):
        raise ProfileError(f"{profile.where(name)}: {name} must be a table")
    for key in found:
        if key not in known:
            meant = nearest(key, known) or f"; there are: {', '.join(listed or known)}"
            raise ProfileError(f"{_at(profile, name, key)} is not known{meant}")
    return found


def _judge_seen(where: str, text: str) -> None:
    """Refuse words of which nothing is left without the signs around them: they would fit every page."""
    if not plain(text).rstrip("!"):
        raise ProfileError(f"{where} must hold words of the page: {text!r} would fit every page")


def _at(profile: Profile, name: str, key: str) -> str:
    return f"{profile.where(name, key)}: {name}.{key}"

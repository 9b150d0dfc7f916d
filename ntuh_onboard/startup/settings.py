"""The settings of a run, and who may set them: flags > environment > user file > default, all under the policy.

The user file is `config.toml` in the user's configuration folder; the machine's policy is a file that only
administrators can write, and nobody else can change what it locks. Whether the computer is the student's own, and which
hospital is reached in which way, can be set by flags or by the policy only: a shared computer has one user, whose file
every student could write (J0.8, J5.4). `provenance` judges what the flags chose.
"""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from ntuh_onboard.backend.backend_names import BUILT_IN, GROUP, SIMULATED
from ntuh_onboard.common.errors import OnboardError
from ntuh_onboard.startup import file_owners

PREFIX = "NTUH_ONBOARD_"
_ENCODING = "utf-8-sig"
"""Accepts the byte order mark that Notepad may put in front of UTF-8."""
TRUE, FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})


class SettingsError(OnboardError):
    """A setting that cannot be used; the message names the place, the key and the allowed values."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one run.

    Attributes:
        language: the tag of a language, or empty for the terminal's own.
        ascii: draw with ASCII characters only.
        plain: ask by line prompts in place of screens.
        theme: `dark`, `light` or `contrast`, or empty for what suits the terminal.
        own_device: whether the computer is the student's own.
        journey: a key of `journeys.JOURNEYS`, or empty to ask.
        provider: who provides the program on this machine; policy only (J0.1).
        outside_line: the help desk's number for calls from outside; policy only (J0.6).
        profile: the file of a profile, or empty for the packaged one.
        backend: the name of a backend.
        ca_file: a file of authorities to trust instead of the system's.
        proxy: the address of a proxy.
        engine: how pages are opened: `auto`, `http` or `browser`; empty for what the profile says.
        browser: the file of the browser to drive; empty for the first one that is found.
        show_browser: whether the driven browser's window is to be seen.
        by_policy: the keys that the policy has locked.

    """

    language: str = ""
    ascii: bool = False
    plain: bool = False
    theme: str = ""
    own_device: bool = False
    journey: str = ""
    provider: str = ""
    outside_line: str = ""
    profile: str = ""
    backend: str = "web"
    ca_file: str = ""
    proxy: str = ""
    engine: str = ""
    browser: str = ""
    show_browser: bool = False
    by_policy: frozenset[str] = frozenset()


CHOICES_OF_THEME = ("dark", "light", "contrast")
"""The names of the themes that can be chosen; `screens.base.themes` has their colours."""
POLICY_ONLY = ("provider", "outside_line")
FLAG_ONLY = ("own_device", "profile", "backend", "ca_file", "proxy", "engine", "browser", "show_browser")
FILES = ("profile", "ca_file", "browser")
ENGINES = ("auto", "http", "browser")
"""The settings that name a file."""
OPEN = tuple(each.name for each in fields(Settings) if each.name not in {*POLICY_ONLY, *FLAG_ONLY, "by_policy"})
"""The keys that the environment and the user file may set."""


def load(
    flags: Mapping[str, object],
    environ: Mapping[str, str] = os.environ,
    user: Path | None = None,
    policy: Path | None = None,
) -> Settings:
    """Load the settings of this run; flags that were not given are None. Raises SettingsError."""
    locks, named = read_policy(policy_file() if policy is None else policy)
    settings = replace(Settings(), **named)
    user = user_file() if user is None else user
    settings = replace(settings, **({} if user is None else read_file(user, OPEN)))
    settings = replace(settings, **read_environment(environ))
    given = {key: value for key, value in flags.items() if value is not None}
    for key, value in given.items():
        _check(key, value, f"--{key.replace('_', '-')}", "")
        if key in locks and value != locks[key]:
            raise SettingsError(f"--{key.replace('_', '-')}: the machine's policy locks {key} to {locks[key]!r}")
    return replace(settings, **{**given, **locks}, by_policy=frozenset(locks))


def keep_to(chosen: Settings, key: str, value: object, place: str) -> None:
    """Raise SettingsError if a file that decides a setting decides another value than the one that is locked.

    place: the file, for the message.
    """
    if key in chosen.by_policy and value != getattr(chosen, key):
        raise SettingsError(f"{place}: the machine's policy locks {key} to {getattr(chosen, key)!r}")


def user_file() -> Path | None:
    """Return the path of the user's own settings; None for a user without a home folder, such as some services."""
    from platformdirs import user_config_path  # a command that reads no file need not load it

    try:
        return user_config_path("ntuh-onboard", appauthor=False) / "config.toml"
    except RuntimeError:  # no HOME, and the user is not in the system's list
        return None


def policy_file() -> Path:
    """Return the path of the machine's policy; no variable can change it."""
    if sys.platform == "win32":
        return Path(r"C:\ProgramData\ntuh-onboard\policy.toml")
    return Path("/etc/ntuh-onboard/policy.toml")


def read_policy(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the machine's policy locks, and what it says besides; raises SettingsError."""
    table = _read_toml(path)
    if table is None:
        return {}, {}
    _only_administrators_write(path, str(path), "the machine's policy")
    text = path.read_text(encoding=_ENCODING)
    locks = table.pop("lock", {})
    if not isinstance(locks, dict):
        raise SettingsError(f"{path}{line_of(text, 'lock')}: lock must be a table")
    if locks.get("own_device"):
        raise SettingsError(f"{path}{line_of(text, 'own_device')}: own_device can only be locked to false")
    locked = _checked(locks, (*OPEN, *FLAG_ONLY), str(path), text)
    if locked.get("backend", "web") not in _backends():
        where = f"{path}{line_of(text, 'backend')}: backend"
        raise SettingsError(f"{where} is {locked['backend']!r}, and must be one of {', '.join(_backends())}")
    for key in FILES:
        if locked.get(key):
            _judge_file(Path(locked[key]), f"{path}{line_of(text, key)}: {key}")
    return locked, _checked(table, POLICY_ONLY, str(path), text)


def _backends() -> tuple[str, ...]:
    """Return the names that `backend` can be locked to; the simulated hospital never stands for the real one."""
    from importlib.metadata import entry_points  # only where there is a policy

    return tuple(sorted({*BUILT_IN, *(each.name for each in entry_points(group=GROUP))} - SIMULATED))


def _judge_file(path: Path, where: str) -> None:
    """Check a file that the policy locks: an absolute path, and as protected from students as the policy itself."""
    if not path.is_absolute():
        whole = policy_file().with_name(path.name)
        raise SettingsError(f"{where} is {str(path)!r}, and must be a whole path, such as {str(whole)!r}")
    _only_administrators_write(path, f"{where}: {path}", "it")


def _only_administrators_write(path: Path, where: str, what: str) -> None:
    """Raise SettingsError if a student could write the file: then it would be no policy."""
    try:
        theirs = file_owners.of_administrators(path)
    except OSError as error:
        raise SettingsError(f"{where}: {error.strerror}") from None
    if not theirs:
        raise SettingsError(f"{where}: only administrators may be able to write {what} ({file_owners.WANTED})")


def read_file(path: Path, keys: tuple[str, ...]) -> dict[str, Any]:
    """Return what a file says about these keys, the only ones that it may have; raises SettingsError."""
    table = _read_toml(path)
    return {} if table is None else _checked(table, keys, str(path), path.read_text(encoding=_ENCODING))


def _read_toml(path: Path) -> dict[str, Any] | None:
    try:
        return tomllib.loads(path.read_text(encoding=_ENCODING))
    except FileNotFoundError:
        return None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: {error}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path}: not written in UTF-8") from None
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from None


def read_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    """Return what the environment's variables say; raises SettingsError."""
    found: dict[str, Any] = {}
    for key in OPEN:
        name = PREFIX + key.upper()
        if name in environ:
            found[key] = _from_text(key, environ[name], name)
    return found


def _from_text(key: str, text: str, place: str) -> object:
    value: object = text
    if isinstance(getattr(Settings(), key), bool):
        folded = text.strip().casefold()
        if folded not in TRUE | FALSE:
            raise SettingsError(f"{place}: {text!r} is neither true nor false")
        value = folded in TRUE
    _check(key, value, place, "")
    return value


def _checked(table: Mapping[str, object], keys: tuple[str, ...], place: str, text: str) -> dict[str, Any]:
    for key, value in table.items():
        where = f"{place}{line_of(text, key)}"
        if key in FLAG_ONLY and key not in keys:
            raise SettingsError(f"{where}: {key} is said on the command line only, by --{key.replace('_', '-')}")
        if key not in keys:
            raise SettingsError(f"{where}: no setting is called {key}; there are: {', '.join(keys)}")
        _check(key, value, place, text)
    return dict(table)


def _check(key: str, value: object, place: str, text: str) -> None:
    where = f"{place}{line_of(text, key)}: {key}"
    kind = type(getattr(Settings(), key))
    if type(value) is not kind:
        raise SettingsError(f"{where} is {value!r}, and must be {'true or false' if kind is bool else 'a text'}")
    if value and (choices := choices_of(key)) and value not in choices:
        raise SettingsError(f"{where} is {value!r}, and must be one of {', '.join(choices)}")


def choices_of(key: str) -> tuple[str, ...]:
    """Return the values that a setting may have, or nothing where any text will do."""
    if key == "journey":
        from ntuh_onboard.journey.journeys import JOURNEYS  # only where a journey is named

        return tuple(JOURNEYS)
    if key == "engine":
        return ENGINES
    if key == "theme":
        return CHOICES_OF_THEME
    if key == "language":
        from ntuh_onboard.texts.languages import tags  # only where a language is named

        return tags()
    return ()


def line_of(text: str, key: str) -> str:
    """Return `, line N` for the line of the file on which the key stands, or an empty text."""
    pattern = re.compile(rf"\s*\[?\s*[\"']?{re.escape(key)}[\"']?\s*[\]=]")
    for number, line in enumerate(text.splitlines(), start=1):
        if pattern.match(line):
            return f", line {number}"
    return ""

"""`ntuh-onboard config`: the settings in force, what has decided each, and a commented file for one's own."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from ntuh_onboard.commands.options import of_connection, of_front, of_window, refused
from ntuh_onboard.startup.exits import Exit

if TYPE_CHECKING:
    from pathlib import Path

    from ntuh_onboard.commands import Commands
    from ntuh_onboard.texts.sentences import Texts


def add(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Declare the command, with every flag of a run, so that its effect can be seen."""
    config = commands.add_parser("config", parents=[shared], help="the settings in force, and what has decided each")
    of_connection(config)
    of_window(config)
    of_front(config)
    config.add_argument("--json", action="store_true", help="one line for machines")
    config.add_argument("--write", action="store_true", help="make a file of your own, with the flags given here")


def main(given: argparse.Namespace) -> int:
    """Print the table, or write the file; raises SettingsError as a run with these flags would."""
    from ntuh_onboard.commands.composition import drawable
    from ntuh_onboard.commands.policy import table
    from ntuh_onboard.profiles import hospital_profile
    from ntuh_onboard.startup import setting_origins, settings

    flags = {key: value for key, value in vars(given).items() if value is not None and hasattr(settings.Settings, key)}
    found = tuple(setting_origins.origins(flags=flags))
    texts = drawable(settings.load(flags), hospital_profile.load())[0]
    file = settings.user_file()
    if given.write:
        return _write(given.command, file, {key: flags[key] for key in settings.OPEN if key in flags}, texts)
    out = json.dumps([asdict(each) for each in found]) if given.json else _own(file, texts) + table(found, texts)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    sys.stdout.write(f"{out}\n")
    return Exit.DONE


def _own(file: Path | None, texts: Texts) -> str:
    """Return a line with the user's own file, for whoever can have one."""
    if file is None:
        return ""
    return texts.say("setting.file" if file.exists() else "setting.no_file", file=str(file)) + "\n"


def _write(command: str, file: Path | None, chosen: Mapping[str, object], texts: Texts) -> int:
    """Make the user's own file; one that is there is left as it is."""
    if file is None:
        return refused(command, "--write: this user has no folder for settings")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as opened:
            opened.write(commented(chosen, texts))
    except FileExistsError:
        return refused(command, f"--write: {file} is there already; nothing was changed")
    except OSError as error:
        return refused(command, f"--write: {file}: {error.strerror}")
    sys.stdout.write(f"{texts.say('setting.written', file=str(file))}\n")
    return Exit.DONE


def commented(chosen: Mapping[str, object], texts: Texts) -> str:
    """Return the text of a settings file: each setting with its meaning and values; only what was chosen counts."""
    from ntuh_onboard.startup import settings

    parts = [f"# {texts.say('setting.heading')}"]
    for key in settings.OPEN:
        values = settings.choices_of(key) or (True, False)
        written = ", ".join(json.dumps(each) for each in values)
        line = f"{key} = {json.dumps(chosen.get(key, values[0]))}"
        parts.append(f"# {texts.say(f'setting.{key}')}: {written}\n{'' if key in chosen else '# '}{line}")
    return "\n\n".join(parts) + "\n"

"""Options that several commands share, checks of their values, and how a command is refused."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from ntuh_onboard.common.server_addresses import is_host
from ntuh_onboard.startup.exits import Exit
from ntuh_onboard.startup.settings import ENGINES
from ntuh_onboard.texts.languages import tags

PORT_LAST = 65535
_WRITTEN = "write an IP address in full, as 127.0.0.1 or ::1, or a name"
_DEVICES = Path("/dev")
"""Everything here belongs to the machine, even a link to a plain file: /dev/stdout may be one at the moment."""


def of_connection(command: argparse.ArgumentParser) -> None:
    """Add the options for the pages and how to reach them; the machine's policy may lock each of them."""
    command.add_argument("--profile", metavar="FILE", help="what is known of the pages, in place of the packaged file")
    command.add_argument("--ca-file", metavar="FILE", help="authorities to trust in place of the system's")
    of_engine(command)
    command.add_argument("--proxy", metavar="URL", help="the way out of this network; never taken from the environment")


def of_engine(command: argparse.ArgumentParser) -> None:
    """Add the choice of how pages are opened."""
    command.add_argument("--engine", choices=ENGINES, help="open pages plainly, in a browser, or as each page needs it")
    command.add_argument("--browser", metavar="FILE", help="the installed Edge, Chrome or Chromium to drive")


def of_window(command: argparse.ArgumentParser) -> None:
    """Add the choice of seeing the browser that is driven, beside the terminal."""
    said = "show the window of the browser that is driven"
    command.add_argument("--show-browser", action="store_true", default=None, help=said)


def layout_pair(text: str) -> tuple[str, object]:
    """Split `NAME=VALUE`; a value that is JSON (true, 7) is read as such, any other as text; `NAME` alone is true."""
    name, has_value, value = text.partition("=")
    if not has_value:
        return name, True
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def of_front(command: argparse.ArgumentParser, default: str | None = argparse.SUPPRESS) -> None:
    """Add the choice of line prompts in place of screens. `default`: the value if it is not given."""
    said = "line prompts in place of screens, for screen readers and simple terminals"
    command.add_argument("--plain", action="store_true", default=default, help=said)


def of_hospital(command: argparse.ArgumentParser) -> None:
    """Add the choice of the hospital that a shared computer is for; it never switches to the other one."""
    command.add_argument("which", choices=("ntuh", "demo"), help="the hospital's own pages, or the simulated hospital")
    of_connection(command)


def out_of_place(given: argparse.Namespace) -> str:
    """Return the first option for reaching real pages that was given for the simulated hospital; else empty."""
    if given.which == "demo":
        for name in (each for each in ("ca_file", "proxy", "engine", "browser") if getattr(given, each)):
            return f"--{name.replace('_', '-')} does not go with demo: the simulated hospital is in this process"
    return ""


def of_language(command: argparse.ArgumentParser, what: str) -> None:
    """Add `--lang` to a command that is not a wizard; without it, the option before the command's name counts."""
    command.add_argument(
        "--lang", dest="language", choices=tags(), default=argparse.SUPPRESS, help=f"language of {what}"
    )


def of_drawing(command: argparse.ArgumentParser) -> None:
    """Add the options for how findings are shown."""
    of_language(command, "the table")
    command.add_argument("--ascii", action="store_true", default=argparse.SUPPRESS, help="draw with ASCII only")
    command.add_argument("--json", action="store_true", help="one line for machines (docs/check.md)")


def refused(command: str, why: str) -> int:
    """Print what is wrong with the command line or this machine to standard error, unless that is closed."""
    if sys.stderr is not None:
        sys.stderr.write(f"{command}: {why}\n")
    return Exit.CONFIGURATION


def port(text: str) -> int:
    """Read a port, 0 for a free one; a type for argparse, which reports what is wrong with any other text."""
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= PORT_LAST):
        raise argparse.ArgumentTypeError(f"{text}: a port is a number from 0 to {PORT_LAST}")
    return int(text)


def no_one_address(host: str) -> str:
    """Return why this is no host to serve at: browsers write it differently, or it means any address; else empty."""
    import ipaddress
    import socket

    every = "0.0.0.0"  # noqa: S104  # an empty host means this as well
    written = is_host(host.lower()) and "%" not in host  # browsers cannot name an interface in an address
    found: set[str | int] = set()
    try:
        found = {each[4][0] for each in socket.getaddrinfo(host or every, None, flags=socket.AI_NUMERICHOST)}
    except UnicodeError:  # a label longer than DNS allows
        written = False
    except OSError:  # a name: certificates are issued for names, and browsers show them
        pass
    if any(ipaddress.ip_address(each).is_unspecified for each in found):
        return "name one address; a page that answers to every name can be reached by foreign ones"
    # The system also reads unusual forms as addresses, which a browser writes in another way and would not recognise.
    return "" if written and (not found or _is_address(host)) else f"{host}: {_WRITTEN}"


def _is_address(host: str) -> bool:
    import ipaddress

    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def unwritable(option: str, file: str | None) -> str:
    """Return why this option's file cannot be written, before anything has begun that it would report; else empty."""
    if file is None:
        return ""
    try:
        return _unwritable(option, Path(file))
    except OSError as error:  # the name is too long, or the folder may not be searched
        return f"{option}: {file}: {error.strerror}"


def _unwritable(option: str, path: Path) -> str:
    """Return why this file cannot be written, or an empty text; raises OSError if that cannot be found out."""
    if not path.parent.is_dir():
        return f"{option}: {path}: there is no folder {path.parent}"
    if path.is_dir():
        return f"{option}: {path}: is a folder"
    if path.exists() and (not path.is_file() or path.absolute().parent == _DEVICES):
        return f"{option}: {path}: is no plain file; one would be put in its place"
    return "" if os.access(path.parent, os.W_OK) else f"{option}: nothing can be written beside {path}"


def language_of(given: argparse.Namespace) -> str:
    """Return the tag of the language of a command that is no wizard, under the policy; raises SettingsError."""
    from ntuh_onboard.startup import settings
    from ntuh_onboard.texts.languages import SOURCE

    return settings.load({"language": given.language}).language or SOURCE


def addresses_here() -> list[str]:
    """Return the IPv4 addresses at which other computers may reach this one; loopback alone if none is found."""
    import socket
    from contextlib import suppress

    found: list[str] = []
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:  # OSError: no network
        # Nothing is sent: the system only tells from which address it would be.
        line.connect(("192.0.2.1", 9))
        found.append(str(line.getsockname()[0]))
    with suppress(OSError):  # the computer's own name is in no list
        found += [str(each[4][0]) for each in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return [each for each in dict.fromkeys(found) if not each.startswith("127.")] or ["127.0.0.1"]

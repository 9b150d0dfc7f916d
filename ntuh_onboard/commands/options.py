"""Options that several commands have, and the sentence by which a command is refused."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from ntuh_onboard.common.server_addresses import is_host
from ntuh_onboard.startup.exits import Exit
from ntuh_onboard.texts.languages import tags

PORT_LAST = 65535
_WRITTEN = "write an IP address in full, as 127.0.0.1 or ::1, or a name"
_DEVICES = Path("/dev")
"""What stands here belongs to the machine, a link to a plain file too: /dev/stdout may be one at this moment."""


def of_connection(command: argparse.ArgumentParser) -> None:
    """Which pages are walked, and how they are reached; the machine's policy may lock each."""
    command.add_argument("--profile", metavar="FILE", help="what is known of the pages, in place of the packaged file")
    command.add_argument("--ca-file", metavar="FILE", help="authorities to trust in place of the system's")
    command.add_argument("--proxy", metavar="URL", help="the way out of this network; never taken from the environment")


def of_hospital(command: argparse.ArgumentParser) -> None:
    """Which hospital a shared computer is for; it never becomes the other one."""
    command.add_argument("which", choices=("ntuh", "demo"), help="the hospital's own pages, or the simulated hospital")
    of_connection(command)


def out_of_place(given: argparse.Namespace) -> str:
    """Which option of the way to the hospital's pages was given for the simulated hospital; else empty."""
    if given.which == "demo":
        for name in (each for each in ("ca_file", "proxy") if getattr(given, each)):
            return f"--{name.replace('_', '-')} does not go with demo: the simulated hospital is in this process"
    return ""


def of_language(command: argparse.ArgumentParser, what: str) -> None:
    """The language of something that is no wizard; where it is missing, what stood before the command's name holds."""
    command.add_argument(
        "--lang", dest="language", choices=tags(), default=argparse.SUPPRESS, help=f"language of {what}"
    )


def of_drawing(command: argparse.ArgumentParser) -> None:
    """The options of how findings are shown."""
    of_language(command, "the table")
    command.add_argument("--ascii", action="store_true", default=argparse.SUPPRESS, help="draw with ASCII only")
    command.add_argument("--json", action="store_true", help="one line for machines (docs/check.md)")


def refused(command: str, why: str) -> int:
    """Say on standard error, unless it is closed, what is wrong with what was asked for, or with this machine."""
    if sys.stderr is not None:
        sys.stderr.write(f"{command}: {why}\n")
    return Exit.CONFIGURATION


def port(text: str) -> int:
    """A port, 0 for a free one; a type of argparse's, which says what is wrong with any other text."""
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= PORT_LAST):
        raise argparse.ArgumentTypeError(f"{text}: a port is a number from 0 to {PORT_LAST}")
    return int(text)


def no_one_address(host: str) -> str:
    """Why this host is none to serve at: not as a browser says it, or it stands for every address; else empty."""
    import ipaddress
    import socket

    every = "0.0.0.0"  # noqa: S104  # what an empty host stands for, too
    written = is_host(host.lower()) and "%" not in host  # no browser's address names an interface
    found: set[str | int] = set()
    try:
        found = {each[4][0] for each in socket.getaddrinfo(host or every, None, flags=socket.AI_NUMERICHOST)}
    except UnicodeError:  # longer than any name, between two dots
        written = False
    except OSError:  # a name: what a certificate is made out to, and what a browser then has in its address
        pass
    if any(ipaddress.ip_address(each).is_unspecified for each in found):
        return "name one address; a page that answers to every name can be reached by foreign ones"
    # The system reads as an address what is written as none: a browser says it in another way, and is not known by it.
    return "" if written and (not found or _is_address(host)) else f"{host}: {_WRITTEN}"


def _is_address(host: str) -> bool:
    import ipaddress

    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def unwritable(option: str, file: str | None) -> str:
    """Why this option's file cannot be written, before anything is begun that it would tell of; else empty."""
    if file is None:
        return ""
    try:
        return _unwritable(option, Path(file))
    except OSError as error:  # a name that is too long, a folder that nobody may look into
        return f"{option}: {file}: {error.strerror}"


def _unwritable(option: str, path: Path) -> str:
    """Raises OSError where that cannot be told."""
    if not path.parent.is_dir():
        return f"{option}: {path}: there is no folder {path.parent}"
    if path.is_dir():
        return f"{option}: {path}: is a folder"
    if path.exists() and (not path.is_file() or path.absolute().parent == _DEVICES):
        return f"{option}: {path}: is no plain file; one would be put in its place"
    return "" if os.access(path.parent, os.W_OK) else f"{option}: nothing can be written beside {path}"

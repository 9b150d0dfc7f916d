"""Options that several commands have, and the sentence by which a command is refused."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from ntuh_onboard.exits import Exit

LANGUAGES = ("zh-TW", "en")
PORT_LAST = 65535


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
        "--lang", dest="language", choices=LANGUAGES, default=argparse.SUPPRESS, help=f"language of {what}"
    )


def of_drawing(command: argparse.ArgumentParser) -> None:
    """The options of how findings are shown."""
    of_language(command, "the table")
    command.add_argument("--ascii", action="store_true", default=argparse.SUPPRESS, help="draw with ASCII only")
    command.add_argument("--json", action="store_true", help="one line for machines (docs/check.md)")


def refused(command: str, why: str) -> int:
    """Say on standard error what is wrong with what was asked for, or with this machine."""
    sys.stderr.write(f"{command}: {why}\n")
    return Exit.CONFIGURATION


def port(text: str) -> int:
    """A port, 0 for a free one; a type of argparse's, which says what is wrong with any other text."""
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= PORT_LAST):
        raise argparse.ArgumentTypeError(f"{text}: a port is a number from 0 to {PORT_LAST}")
    return int(text)


def no_one_address(host: str) -> str:
    """What is wrong with a host that stands for every address of a computer, however it is written; else empty."""
    import ipaddress
    import socket

    every = "0.0.0.0"  # noqa: S104  # what an empty host stands for, too
    try:
        found = {each[4][0] for each in socket.getaddrinfo(host or every, None, flags=socket.AI_NUMERICHOST)}
    except OSError:  # a name: what a certificate is made out to, and what a browser then has in its address
        return ""
    if any(ipaddress.ip_address(each).is_unspecified for each in found):
        return "name one address; a page that answers to every name can be reached by foreign ones"
    return ""


def unwritable(option: str, file: str | None) -> str:
    """Why this option's file cannot be written, before anything is begun that it would tell of; else empty."""
    if file is None:
        return ""
    path = Path(file)
    if not path.parent.is_dir():
        return f"{option}: {file}: there is no folder {path.parent}"
    if path.is_dir():
        return f"{option}: {file}: is a folder"
    return "" if os.access(path.parent, os.W_OK) else f"{option}: nothing can be written beside {file}"

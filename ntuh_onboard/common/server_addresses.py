"""Check a server's address in a profile: https, a host, at most a port; plain http for this computer only (H-05).

The client refuses all others before it sends a byte; checked here, the mistake is reported with its line in the file.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

SHAPE = (
    "an address such as https://portal.example.org, with nothing behind the host but a port; http is for this computer"
    " alone"
)
"""What an address must look like, as a phrase for error messages."""
_NAME = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_ELSE = frozenset("?#@\\")
"""Query, fragment, user name and backslash (which browsers take for a slash) have no place in a server's address."""


def is_address(address: object) -> bool:
    """Return whether this is the address of a server that may be connected to."""
    if not isinstance(address, str) or _ELSE & set(address) or not address.isprintable() or " " in address:
        return False
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:  # brackets around no address, or a port that is none
        return False
    if parts.path.strip("/") or port == 0 or not is_host(host):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))


def is_host(name: str) -> bool:
    """Return whether this is a host name or an IP address; `127.1`, which only some programs read as one, is not."""
    if ":" not in name and not re.fullmatch(r"[0-9.]+", name):
        return _NAME.fullmatch(name) is not None
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Return whether this host is the computer that the program runs on."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

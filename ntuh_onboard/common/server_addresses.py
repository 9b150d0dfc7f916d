"""A server's address as a profile writes it: https, a host, at most a port; plain http for this computer alone (H-05).

The client refuses every other before a byte is sent; here the mistake is told while there is a line to point to.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

SHAPE = (
    "an address such as https://portal.example.org, with nothing behind the host but a port; http is for this computer"
    " alone"
)
"""What it must be, for a sentence."""
_NAME = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_ELSE = frozenset("?#@\\")
"""A question, a place in a page, somebody's name and password, and what browsers take for a slash: no server's."""


def is_address(address: object) -> bool:
    """Whether this is a server's address that can be asked."""
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
    """Whether this is a host's name, or an IP address; `127.1`, which only some programs read as one, is neither."""
    if ":" not in name and not re.fullmatch(r"[0-9.]+", name):
        return _NAME.fullmatch(name) is not None
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Whether this host is this computer."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

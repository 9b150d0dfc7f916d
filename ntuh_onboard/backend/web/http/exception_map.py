"""Map library exceptions to ours. The exception is inspected, never kept (H-11)."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from http.client import HTTPException

import requests
from urllib3 import exceptions as lower

from ntuh_onboard.backend.web.failures import Failure, Unreachable, Untrusted, Why
from ntuh_onboard.backend.web.http import trust

FOREIGN = (requests.RequestException, lower.HTTPError, HTTPException, OSError, ValueError)
"""What `requests`, `urllib3`, `http.client`, `ssl` and sockets raise."""

_BY_CLASS: tuple[tuple[tuple[type[BaseException], ...], Why], ...] = (
    ((lower.NameResolutionError, socket.gaierror), Why.NAME),
    ((lower.ConnectTimeoutError, lower.NewConnectionError, ConnectionRefusedError), Why.CONNECT),
    ((lower.ReadTimeoutError, TimeoutError), Why.SLOW),
    ((lower.IncompleteRead, lower.InvalidChunkLength, ConnectionError, lower.ProtocolError), Why.RESET),
    ((lower.DecodeError, HTTPException, lower.LocationValueError, requests.RequestException), Why.MALFORMED),
)


def ours(failed: BaseException, *, sent: bool) -> Failure:
    """Return our error for an exchange that failed with this; sent: whether the first byte of the request was sent."""
    chain = tuple(_chain(failed))
    through_proxy = any(isinstance(each, lower.ProxyError) for each in chain)
    for each in chain:
        if isinstance(each, ssl.SSLError) and not sent:
            return Untrusted(trust.why(each))
    if through_proxy:
        return Unreachable(Why.PROXY)
    for classes, why in _BY_CLASS:
        if any(isinstance(each, classes) for each in chain):
            return Unreachable(why)
    return Unreachable(Why.RESET)


def _chain(failed: BaseException) -> Iterator[BaseException]:
    """Yield the exception and its causes, which libraries keep in `args`, `reason` or `__context__`."""
    seen: set[int] = set()
    waiting = [failed]
    while waiting:
        each = waiting.pop(0)
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        within = (*each.args, getattr(each, "reason", None), each.__cause__, each.__context__)
        waiting += [other for other in within if isinstance(other, BaseException)]

"""What a server shows in a handshake: a good certificate, one of the past, one of the future, a stranger's."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import trustme

NAMES = ("127.0.0.1", "localhost")
DAY = timedelta(days=1)


class Shown(StrEnum):
    """Which certificate."""

    GOOD = "good"
    PAST = "past"
    FUTURE = "future"
    STRANGER = "stranger"


@dataclass(frozen=True)
class Certificates:
    """contexts: for the server's sockets. ca_pem: what the client is to trust."""

    contexts: Mapping[Shown, ssl.SSLContext]
    ca_pem: bytes


def certificates() -> Certificates:
    """All of them, the first three of one authority; dates are around the machine's own, by which OpenSSL judges."""
    authority, now = trustme.CA(), datetime.now(UTC)
    made = {
        Shown.GOOD: authority.issue_cert(*NAMES),
        Shown.PAST: authority.issue_cert(*NAMES, not_before=now - 9 * DAY, not_after=now - DAY),
        Shown.FUTURE: authority.issue_cert(*NAMES, not_before=now + DAY),
        Shown.STRANGER: trustme.CA().issue_cert(*NAMES),
    }
    return Certificates({kind: _context(each) for kind, each in made.items()}, authority.cert_pem.bytes())


def _context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context

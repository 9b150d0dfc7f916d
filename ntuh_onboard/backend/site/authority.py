"""A certificate authority of the simulator's own, made anew for each server; nobody else trusts it."""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Served:
    """What a server shows. context: for its sockets; ca_pem: what a client is to trust."""

    context: ssl.SSLContext
    ca_pem: bytes

    def write_ca(self, folder: Path) -> Path:
        """The authority's certificate, for `--ca-file`."""
        path = folder / "simulator-ca.pem"
        path.write_bytes(self.ca_pem)
        return path


def certified(hosts: Iterable[str], *, not_before: datetime | None = None, not_after: datetime | None = None) -> Served:
    """A certificate for these names; dates in the past or future make one that must be refused (F11, F12)."""
    import trustme  # an extra: only a simulator that speaks https needs it

    authority = trustme.CA()
    leaf = authority.issue_cert(*sorted(set(hosts)), not_before=not_before, not_after=not_after)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    leaf.configure_cert(context)
    return Served(context, authority.cert_pem.bytes())

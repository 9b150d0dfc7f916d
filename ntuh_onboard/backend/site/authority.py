"""The simulator's own certificate authority, made anew for each server and trusted by nobody else."""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Served:
    """The certificates of a server.

    Attributes:
        context: the TLS context of its sockets.
        ca_pem: the authority's certificate, which clients have to trust.

    """

    context: ssl.SSLContext
    ca_pem: bytes

    def write_ca(self, folder: Path) -> Path:
        """Write the authority's certificate to a file, for `--ca-file`."""
        path = folder / "simulator-ca.pem"
        path.write_bytes(self.ca_pem)
        return path


def certified(hosts: Iterable[str], *, not_before: datetime | None = None, not_after: datetime | None = None) -> Served:
    """Issue a certificate for these names; past or future dates make one that clients must refuse (F11, F12)."""
    import trustme  # from an extra: needed only by a simulator that speaks https

    authority = trustme.CA()
    leaf = authority.issue_cert(*sorted(set(hosts)), not_before=not_before, not_after=not_after)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    leaf.configure_cert(context)
    return Served(context, authority.cert_pem.bytes())

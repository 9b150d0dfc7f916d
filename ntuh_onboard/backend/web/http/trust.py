"""Whom a connection trusts: the operating system's authorities, or one file of them; never nobody (H-03, H-04).

The hospital's own authority stands in the system's store, put there by its administrators; `certifi` has no such one.
"""

from __future__ import annotations

import ssl
from pathlib import Path

from ntuh_onboard.backend.web.failures import Untrusted, Why

_EXPIRED, _NOT_YET, _HOST = 10, 9, frozenset({62, 64})
_OLD_AUTHORITY = frozenset({*range(76, 95)})
"""OpenSSL's codes for authorities that break RFC 5280 (no key identifier, basic constraints not critical ...), which
Python 3.13 refuses and older ones accept."""


def context(ca_file: Path | None = None) -> ssl.SSLContext:
    """A context that verifies the site and its name; raises Untrusted where the file cannot be used."""
    made = _of_file(ca_file) if ca_file is not None else _of_system()
    if getattr(made, "keylog_filename", None) is not None:  # the keys of every connection would be written there
        raise Untrusted(Why.HANDSHAKE)
    return made


def _of_system() -> ssl.SSLContext:
    import truststore

    made = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    return made


def _of_file(ca_file: Path) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        made.load_verify_locations(cafile=ca_file)
    except OSError:  # ssl.SSLError is one: missing, unreadable, or no certificate in it
        usable = False
    else:
        usable = True
    if not usable:
        raise Untrusted(Why.CERT_FILE)
    return made


def why(error: ssl.SSLError) -> Why:
    """Why a handshake failed, for the words on the screen: a wrong clock and an old authority have sentences."""
    if not isinstance(error, ssl.SSLCertVerificationError):
        return Why.HANDSHAKE
    code = getattr(error, "verify_code", 0)
    if code == _EXPIRED:
        return Why.CERT_EXPIRED
    if code == _NOT_YET:
        return Why.CERT_NOT_YET
    if code in _HOST:
        return Why.CERT_HOST
    return Why.CERT_OLD_AUTHORITY if code in _OLD_AUTHORITY else Why.CERT_AUTHORITY

"""The authorities that a connection trusts: the system's, or those in a file; it always verifies (H-03, H-04).

The hospital's own authority is in the system's store, where its administrators put it; `certifi` does not have it.
"""

from __future__ import annotations

import re
import ssl
from pathlib import Path

from ntuh_onboard.backend.web.failures import Untrusted, Why

_EXPIRED, _NOT_YET, _HOST = 10, 9, frozenset({62, 64})
_OLD_AUTHORITY = frozenset({*range(76, 95)})
"""OpenSSL's codes for authorities that violate RFC 5280 (no key identifier, basic constraints not critical ...), which
Python 3.13 refuses and older versions accept."""

_WEAK = frozenset({66, 67, 68})
"""OpenSSL's codes for a key that is too short, the site's or an authority's, and for a digest that is too weak."""
_REASON = re.compile(r"\[SSL: ([A-Z0-9_]+)\]")
_REASONS: dict[Why, str] = {
    Why.TLS_VERSION: "UNSUPPORTED_PROTOCOL TLSV1_ALERT_PROTOCOL_VERSION WRONG_SSL_VERSION NO_PROTOCOLS_AVAILABLE "
    "VERSION_TOO_LOW",
    Why.TLS_CIPHER: "SSLV3_ALERT_HANDSHAKE_FAILURE TLSV1_ALERT_INSUFFICIENT_SECURITY NO_SHARED_CIPHER "
    "NO_CIPHERS_AVAILABLE WRONG_CIPHER_RETURNED UNKNOWN_CIPHER_RETURNED WRONG_SIGNATURE_TYPE "
    "NO_SUITABLE_SIGNATURE_ALGORITHM WRONG_CURVE",
    Why.TLS_DH: "DH_KEY_TOO_SMALL BAD_DH_VALUE DH_PUBLIC_VALUE_LENGTH_IS_WRONG BAD_DH_P_LENGTH",
    Why.TLS_RENEGOTIATION: "UNSAFE_LEGACY_RENEGOTIATION_DISABLED",
    Why.CERT_WEAK: "EE_KEY_TOO_SMALL CA_KEY_TOO_SMALL CA_MD_TOO_WEAK",
    Why.NO_TLS: "WRONG_VERSION_NUMBER HTTP_REQUEST HTTPS_PROXY_REQUEST UNKNOWN_PROTOCOL RECORD_LAYER_FAILURE "
    "PACKET_LENGTH_TOO_LONG",
}
"""OpenSSL's names, from version 1.1.1 to 3.5, for the reasons why a handshake failed."""
_BY_REASON = {reason: meant for meant, reasons in _REASONS.items() for reason in reasons.split()}


def context(ca_file: Path | None = None) -> ssl.SSLContext:
    """Return a context that verifies the site and its name; raises Untrusted if the file cannot be used."""
    made = _of_file(ca_file) if ca_file is not None else _of_system()
    if getattr(made, "keylog_filename", None) is not None:  # every connection's keys would be written there
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
    except OSError:  # missing, unreadable, or (ssl.SSLError) without a certificate
        usable = False
    else:
        usable = True
    if not usable:
        raise Untrusted(Why.CERT_FILE)
    return made


def why(error: ssl.SSLError) -> Why:
    """Return why a handshake failed, for the screen and for those who run the site."""
    if not isinstance(error, ssl.SSLCertVerificationError):
        found = _REASON.search(str(error))
        return _BY_REASON.get(getattr(error, "reason", None) or (found[1] if found else ""), Why.HANDSHAKE)
    code = getattr(error, "verify_code", 0)
    if code == _EXPIRED:
        return Why.CERT_EXPIRED
    if code == _NOT_YET:
        return Why.CERT_NOT_YET
    if code in _HOST:
        return Why.CERT_HOST
    if code in _WEAK:
        return Why.CERT_WEAK
    return Why.CERT_OLD_AUTHORITY if code in _OLD_AUTHORITY else Why.CERT_AUTHORITY

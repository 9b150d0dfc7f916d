"""Whom the client trusts, against servers with certificates of a test authority (H-03, H-04)."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from ntuh_onboard.backend.web.failures import AnswerLost, Untrusted, Why
from ntuh_onboard.backend.web.http import trust
from ntuh_onboard.backend.web.http.submission import Submission
from ntuh_onboard.common import errors
from tests.backend.web.conftest import Make, secured
from tests.backend.web.servers import Server, page
from tests.conftest import Python

NOW = datetime.now(UTC)
PASSWORD = (("password", "Canary-tls-1"),)


def test_a_site_of_the_given_authority_is_trusted(authority: trustme.CA, ca_file: Path, make: Make) -> None:
    """`--ca-file`: https as it should be; the body arrives."""
    with Server(tls=secured(authority.issue_cert("127.0.0.1"))) as server:
        server.replies["/"] = page("<p>secure")
        client = make(server.origin, ca_file=ca_file)
        assert client.get(f"{server.origin}/").decoded.text == "<p>secure"
        assert client.send(Submission("post", f"{server.origin}/", PASSWORD), commit=True).status == 200


BAD: dict[str, tuple[Callable[[trustme.CA], trustme.LeafCert], Why]] = {
    "wrong host": (lambda ca: ca.issue_cert("portal.example"), Why.CERT_HOST),
    "expired": (
        lambda ca: ca.issue_cert("127.0.0.1", not_before=NOW - timedelta(days=9), not_after=NOW - timedelta(days=1)),
        Why.CERT_EXPIRED,
    ),
    "not yet valid": (lambda ca: ca.issue_cert("127.0.0.1", not_before=NOW + timedelta(days=1)), Why.CERT_NOT_YET),
    "another authority": (lambda _: trustme.CA().issue_cert("127.0.0.1"), Why.CERT_AUTHORITY),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_site_that_cannot_prove_itself_gets_nothing(
    authority: trustme.CA, ca_file: Path, make: Make, kind: str
) -> None:
    """H-04, TL: the handshake fails, nothing was sent, and the reason is told apart (CK hint)."""
    certificate, why = BAD[kind]
    with Server(tls=secured(certificate(authority))) as server:
        client = make(server.origin, ca_file=ca_file)
        with pytest.raises(Untrusted) as refused:
            client.send(Submission("post", f"{server.origin}/", PASSWORD), commit=True)
        assert isinstance(refused.value, errors.NotSent)
        assert refused.value.why is why
        assert server.requests == []


def test_the_systems_authorities_are_the_default(authority: trustme.CA, make: Make) -> None:
    """Without `--ca-file`, an authority that the system does not know is refused."""
    with Server(tls=secured(authority.issue_cert("127.0.0.1"))) as server:
        with pytest.raises(Untrusted) as refused:
            make(server.origin).get(f"{server.origin}/")
        assert refused.value.why is Why.CERT_AUTHORITY


def test_an_old_protocol_is_refused(authority: trustme.CA, ca_file: Path, make: Make) -> None:
    """H-04: nothing below TLS 1.2."""
    old = secured(authority.issue_cert("127.0.0.1"))
    old.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="deprecated"):
        old.minimum_version = ssl.TLSVersion.TLSv1
    with pytest.warns(DeprecationWarning, match="deprecated"):
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    with Server(tls=old) as server, pytest.raises(Untrusted) as refused:
        make(server.origin, ca_file=ca_file).get(f"{server.origin}/")
    assert refused.value.why is Why.TLS_VERSION


def old_cipher(served: ssl.SSLContext) -> None:
    served.maximum_version = ssl.TLSVersion.TLSv1_2
    served.set_ciphers("ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0")


def small_group(served: ssl.SSLContext, folder: Path) -> None:
    served.maximum_version = ssl.TLSVersion.TLSv1_2
    served.set_ciphers("DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0")
    (folder / "dh.pem").write_text(GROUP_OF_1024_BITS, encoding="ascii")
    served.load_dh_params(str(folder / "dh.pem"))


GROUP_OF_1024_BITS = """-----BEGIN DH PARAMETERS-----
MIGHAoGBAP//////////yQ/aoiFowjTExmKLgNwc0SkCTgiKZ8x0Agu+pjsTmyJR
Sgh5jjQE3e+VGbPNOkMbMCsKbfJfFDdP4TVtbVHCReSFtXZiXn7G9ExC6aY37WsL
/1y29Aa37e44a/taiZ+lrp8kEXxLH+ZJKGZR7OZTgf//////////AgEC
-----END DH PARAMETERS-----
"""
"""The second group of RFC 2409, as many old servers have it."""


def signed(authority: Path, folder: Path, bits: int) -> ssl.SSLContext:
    """A server's side with an RSA key of so many bits, certified by an authority that is written to this file."""
    now, name = datetime.now(UTC), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")])
    above, own = rsa.generate_private_key(65537, 2048), rsa.generate_private_key(65537, bits)

    def certified(key: rsa.RSAPrivateKey, *more: tuple[x509.ExtensionType, bool]) -> x509.Certificate:
        made = x509.CertificateBuilder(name, name if key is above else x509.Name([]), key.public_key())
        made = made.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(1))
        made = made.not_valid_after(now + timedelta(1))
        for extension, critical in (
            (x509.AuthorityKeyIdentifier.from_issuer_public_key(above.public_key()), False),
            (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
            *more,
        ):
            made = made.add_extension(extension, critical)
        return made.sign(above, hashes.SHA256())

    basic = x509.BasicConstraints(ca=True, path_length=None)
    use = x509.KeyUsage(False, False, False, False, False, True, True, False, False)  # noqa: FBT003  # x509's own order
    authority.write_bytes(certified(above, (basic, True), (use, True)).public_bytes(serialization.Encoding.PEM))
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    (folder / "own.pem").write_bytes(
        own.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certified(own, (names, True)).public_bytes(serialization.Encoding.PEM)
    )
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.set_ciphers("ALL:@SECLEVEL=0")
    made.load_cert_chain(folder / "own.pem")
    return made


def refusal(served: ssl.SSLContext, make: Make, ca_file: Path) -> Why:
    with Server(tls=served) as server, pytest.raises(Untrusted) as refused:
        make(server.origin, ca_file=ca_file).send(Submission("post", f"{server.origin}/", PASSWORD), commit=True)
    assert server.requests == []
    return refused.value.why


def test_a_cipher_that_is_not_taken_any_more_is_told(authority: trustme.CA, ca_file: Path, make: Make) -> None:
    """For those who look after the site: which part of its encryption is too old."""
    served = secured(authority.issue_cert("127.0.0.1"))
    old_cipher(served)
    assert refusal(served, make, ca_file) is Why.TLS_CIPHER


def test_a_small_group_of_diffie_hellman_is_told(make: Make, tmp_path: Path) -> None:
    served = signed(tmp_path / "ca.pem", tmp_path, 2048)
    small_group(served, tmp_path)
    assert refusal(served, make, tmp_path / "ca.pem") is Why.TLS_DH


def test_a_key_that_is_too_short_is_told(make: Make, tmp_path: Path) -> None:
    served = signed(tmp_path / "ca.pem", tmp_path, 1024)
    assert refusal(served, make, tmp_path / "ca.pem") is Why.CERT_WEAK


@pytest.mark.parametrize("bits", [2048])
def test_a_key_that_is_long_enough_is_taken(make: Make, tmp_path: Path, bits: int) -> None:
    """Else the two tests before would say nothing."""
    with Server(tls=signed(tmp_path / "ca.pem", tmp_path, bits)) as server:
        server.replies["/"] = page("<p>secure")
        found = make(server.origin, ca_file=tmp_path / "ca.pem").get(f"{server.origin}/")
    assert found.decoded.text == "<p>secure"


@pytest.mark.parametrize(
    ("reason", "why"),
    [
        ("UNSAFE_LEGACY_RENEGOTIATION_DISABLED", Why.TLS_RENEGOTIATION),
        ("TLSV1_ALERT_PROTOCOL_VERSION", Why.TLS_VERSION),
        ("UNSUPPORTED_PROTOCOL", Why.TLS_VERSION),
        ("DH_KEY_TOO_SMALL", Why.TLS_DH),
        ("EE_KEY_TOO_SMALL", Why.CERT_WEAK),
        ("WRONG_VERSION_NUMBER", Why.NO_TLS),
        ("UNEXPECTED_EOF_WHILE_READING", Why.HANDSHAKE),
        ("SOMETHING_NEW", Why.HANDSHAKE),
    ],
)
def test_openssls_reasons_are_told_apart(reason: str, why: Why) -> None:
    """Also where the error holds its reason in its text alone."""
    failed = ssl.SSLError(1, f"[SSL: {reason}] some words (_ssl.c:1006)")
    assert trust.why(failed) is why
    failed.reason = reason
    assert trust.why(failed) is why


def test_what_is_too_old_has_a_sentence_of_its_own() -> None:
    """The student has something to tell the help desk."""
    assert Untrusted(Why.TLS_DH).sentences == ("error.Untrusted", "said.tls_old")
    assert Untrusted(Why.HANDSHAKE).sentences == ("error.Untrusted",)


def test_plain_http_where_tls_is_due_is_no_handshake(server: Server, ca_file: Path, make: Make) -> None:
    """A server that does not speak TLS at all: nothing was sent."""
    origin = server.origin.replace("http:", "https:")
    with pytest.raises(errors.NotSent):
        make(origin, ca_file=ca_file).send(Submission("post", f"{origin}/", PASSWORD), commit=True)
    assert b"Canary" not in server.seen


def test_a_break_after_the_handshake_is_unknown(authority: trustme.CA, ca_file: Path, make: Make) -> None:
    """B2: "nothing was sent" is never said of a TLS break after the first byte."""
    tls = secured(authority.issue_cert("127.0.0.1"))
    with Server(tls=tls) as server:

        def garble(accepted: socket.socket, _: bytes) -> None:
            raw = socket.socket(fileno=accepted.detach())
            raw.sendall(b"this is no record of TLS" * 20)
            raw.close()

        server.replies["/"] = garble
        with pytest.raises(AnswerLost):
            make(server.origin, ca_file=ca_file).send(Submission("post", f"{server.origin}/", PASSWORD), commit=True)
        assert len(server.requests) == 1


def test_a_handshake_that_hangs_ends_and_nothing_was_sent(make: Make, ca_file: Path) -> None:
    """H-07: the deadline holds during the handshake, too."""
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        origin = f"https://127.0.0.1:{deaf.getsockname()[1]}"
        with pytest.raises(errors.NotSent):
            make(origin, ca_file=ca_file).send(Submission("post", f"{origin}/", PASSWORD), commit=True)


@pytest.mark.parametrize("content", [None, "", "no certificate\n"])
def test_a_file_without_authorities_is_refused_at_once(tmp_path: Path, make: Make, content: str | None) -> None:
    """A mistyped `--ca-file` never falls back to anything."""
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(Untrusted) as refused:
        make("https://127.0.0.1", ca_file=path)
    assert refused.value.why is Why.CERT_FILE


@pytest.fixture
def key_log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where SSLKEYLOGFILE points to."""
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
    return tmp_path / "keys"


@pytest.mark.parametrize("own", ["file", "system"])
def test_no_key_is_logged(authority: trustme.CA, ca_file: Path, make: Make, key_log: Path, own: str) -> None:
    """H-03: with SSLKEYLOGFILE set, no file is written, whichever authorities are used."""
    with Server(tls=secured(authority.issue_cert("127.0.0.1"))) as server:
        server.replies["/"] = page()
        client = make(server.origin, ca_file=ca_file if own == "file" else None)
        with pytest.raises(Untrusted) if own == "system" else nullcontext():
            client.get(f"{server.origin}/")
    assert not key_log.exists()
    assert trust.context(ca_file).keylog_filename is None


def test_the_key_log_would_be_written_by_a_default_context(ca_file: Path, key_log: Path) -> None:
    """The check above can fail: Python's default context does write it."""
    assert ssl.create_default_context(cafile=ca_file).keylog_filename == str(key_log)


SCRIPT = """
import sys
from pathlib import Path
if {scrubs}:
    from ntuh_onboard.startup import environment
    environment.scrub()
from ntuh_onboard.backend.web.http.client import Client, Limits
from ntuh_onboard.backend.web.failures import Untrusted
client = Client([{origin!r}], limits=Limits(again=0))
try:
    print(client.get({origin!r} + "/").decoded.text)
except Untrusted as refused:
    print(refused.why)
client.close()
"""


@pytest.mark.parametrize(("scrubs", "printed"), [(True, "cert_authority"), (False, "trusted")])
def test_an_authority_of_the_environment_is_not_trusted(
    authority: trustme.CA,
    ca_file: Path,
    python: Python,
    scrubs: bool,  # noqa: FBT001  # a parameter of the table
    printed: str,
) -> None:
    """H-02, S-05: OpenSSL itself reads SSL_CERT_FILE; every command drops it first. The second row shows the danger."""
    with Server(tls=secured(authority.issue_cert("127.0.0.1"))) as server:
        server.replies["/"] = page("trusted")
        done = python(SCRIPT.format(scrubs=scrubs, origin=server.origin), {"SSL_CERT_FILE": str(ca_file)})
    assert done.stdout.strip() == printed


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (9, Why.CERT_NOT_YET),
        (10, Why.CERT_EXPIRED),
        (18, Why.CERT_AUTHORITY),
        (20, Why.CERT_AUTHORITY),
        (62, Why.CERT_HOST),
        (64, Why.CERT_HOST),
        (66, Why.CERT_WEAK),
        (67, Why.CERT_WEAK),
        (68, Why.CERT_WEAK),
        (79, Why.CERT_OLD_AUTHORITY),
        (85, Why.CERT_OLD_AUTHORITY),
        (92, Why.CERT_OLD_AUTHORITY),
    ],
)
def test_openssls_codes_are_told_apart(code: int, why: Why) -> None:
    """An old internal authority and a wrong clock have sentences of their own."""
    failed = ssl.SSLCertVerificationError(1, "x")
    failed.verify_code = code
    assert trust.why(failed) is why

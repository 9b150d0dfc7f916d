"""Whom the client trusts, against servers with certificates of a test authority (H-03, H-04)."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

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
    assert refused.value.why is Why.HANDSHAKE


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

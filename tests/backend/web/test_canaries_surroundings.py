"""What the machine's environment and home hold changes nothing: proxies, netrc, key log, authorities (H-02, H-03).

The program runs in a process of its own, as a command begins: the surroundings are scrubbed before anything is
imported. Beside it a plain client runs in the very same surroundings, and does what must not happen.
"""

from __future__ import annotations

import json
import ssl
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import trustme

from tests.backend.web.canaries import CANARY, DOOR, SITES, door, leaks, sent_once
from tests.backend.web.servers import Server
from tests.conftest import Python
from tests.long_cases import sparing
from tests.terminal.harness import Terminal, plain_environment
from tests.terminal.served import ServedStudent, simulator
from tests.terminal.served import Server as Simulator
from tests.terminal.student import BUSY, ROOT, SMALL

PROXIES = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
TO_HTTP = [each for each in PROXIES if not each.lower().startswith("https_")]
TO_HTTPS = [each for each in PROXIES if not each.lower().startswith("http_")]
OURS = """
from ntuh_onboard.startup import environment
environment.scrub()
from ntuh_onboard.common import errors
from tests.backend.web.canaries import backend_to, sign_in
try:
    sign_in(backend_to({origin!r}, ca_file={ca_file}))
except errors.BackendError as error:
    print(type(error).__name__)
"""
PLAIN = """
import requests
try:
    with requests.post({origin!r} + {door!r}, {{"txtPass": {canary!r}}}, timeout=5{verify}) as answer:
        print(answer.status_code)
except OSError as error:
    print(type(error).__name__)
"""
STANDARD = """
import urllib.error, urllib.parse, urllib.request
body = urllib.parse.urlencode({{"txtPass": {canary!r}}}).encode()
try:
    with urllib.request.urlopen({origin!r} + {door!r}, body, timeout=5) as answer:
        print(answer.status)
except OSError as error:
    print(type(error).__name__)
"""


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> Path:
    authority.cert_pem.write_to_path(str(tmp_path / "canary-authority.pem"))
    return tmp_path / "canary-authority.pem"


@pytest.fixture
def safe(authority: trustme.CA) -> Iterator[Server]:
    """The hospital, over https; nobody knows its authority unless he is told."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(made)
    with Server(tls=made) as running:
        running.replies[DOOR] = door()
        yield running


def ours(origin: str, ca_file: Path | None = None) -> str:
    """What a command does: it scrubs, and signs in with the canary."""
    path = f"__import__('pathlib').Path({str(ca_file)!r})" if ca_file else "None"
    return OURS.format(origin=origin, ca_file=path)


def plain(origin: str, ca_file: Path | None = None) -> str:
    """What a client does that asks the environment: it sends the canary."""
    verify = f", verify={str(ca_file)!r}" if ca_file else ""
    return PLAIN.format(origin=origin, door=DOOR, canary=CANARY, verify=verify)


@pytest.mark.parametrize("place", ["variable", "home"])
def test_a_netrc_is_not_read(server: Server, python: Python, tmp_path: Path, place: str) -> None:
    """H-02, CVE-2024-47081: nothing of it is sent; plain `requests` sends the password that stands there."""
    netrc = tmp_path / ("another" if place == "variable" else ".netrc")
    netrc.write_text("machine 127.0.0.1 login somebody password Netrc-Canary-1\n", encoding="utf-8")
    netrc.chmod(0o600)
    around = {"NETRC": str(netrc)} if place == "variable" else {}
    server.replies[DOOR] = door()
    python(plain(server.origin), around)
    assert leaks(server.seen, "Netrc-Canary-1")
    server.requests.clear()
    python(ours(server.origin), around)
    assert leaks(server.seen, "Netrc-Canary-1") == []
    assert sent_once(server)


@pytest.mark.parametrize("name", sparing(TO_HTTP, str.islower))
def test_a_proxy_of_the_environment_is_not_asked(server: Server, other: Server, python: Python, name: str) -> None:
    """H-02: no byte for this machine's own servers, which plain `requests` hands to the proxy, password and all."""
    server.replies[DOOR] = door()
    python(plain(server.origin), {name: other.origin})
    assert leaks(other.seen)
    other.requests.clear()
    python(ours(server.origin), {name: other.origin})
    assert other.seen == b""
    assert sent_once(server)


@pytest.mark.parametrize("name", sparing(TO_HTTPS, str.isupper))
def test_a_proxy_of_the_environment_is_not_asked_for_another_machine(other: Server, python: Python, name: str) -> None:
    """H-02: the name of the hospital's host is not even told to it."""
    origin = "https://portal.ntuh.example.invalid"
    python(plain(origin), {name: other.origin})
    assert b"portal.ntuh.example.invalid" in other.seen
    other.requests.clear()
    assert "Unreachable" in python(ours(origin), {name: other.origin}).stdout
    assert other.seen == b""


@pytest.mark.parametrize("told", [True, False], ids=["own authority", "system"])
def test_no_key_is_logged(safe: Server, ca_file: Path, python: Python, tmp_path: Path, *, told: bool) -> None:
    """H-03: whichever authorities are used; plain `requests` writes the keys of its connection there."""
    keys = tmp_path / "keys.log"
    python(plain(safe.origin, ca_file), {"SSLKEYLOGFILE": str(keys)})
    assert b"TRAFFIC_SECRET" in keys.read_bytes()
    keys.unlink()
    safe.requests.clear()
    python(ours(safe.origin, ca_file if told else None), {"SSLKEYLOGFILE": str(keys)})
    assert not keys.exists()
    assert sent_once(safe) is told


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_an_authority_of_the_environment_is_not_trusted(safe: Server, ca_file: Path, python: Python, name: str) -> None:
    """H-02: a server of a canary authority gets nothing; from a client that believes the variable, the password."""
    script = STANDARD if name == "SSL_CERT_FILE" else PLAIN
    python(script.format(origin=safe.origin, door=DOOR, canary=CANARY, verify=""), {name: str(ca_file)})
    assert leaks(safe.seen)
    safe.requests.clear()
    assert "Untrusted" in python(ours(safe.origin), {name: str(ca_file)}).stdout
    assert safe.seen == b""


def beset(folder: Path, proxy: Server, ca_file: Path) -> Mapping[str, str]:
    """All of it at once."""
    netrc = folder / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password Netrc-Canary-1\n", encoding="utf-8")
    netrc.chmod(0o600)
    authorities = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
    return {
        **dict.fromkeys(PROXIES, proxy.origin),
        **dict.fromkeys(authorities, str(ca_file)),
        "NETRC": str(netrc),
        "SSLKEYLOGFILE": str(folder / "keys.log"),
    }


def test_the_command_that_checks_the_sites(
    safe: Server, other: Server, ca_file: Path, python: Python, tmp_path: Path
) -> None:
    """`check`, with all of it set: the server is not trusted, asked for nothing, and no other is told of it."""
    profile = tmp_path / "canary.toml"
    servers = [f'{each} = "{safe.origin}"' for each in SITES]
    profile.write_text("\n".join(['extends = "simulator"', "[servers]", *servers, ""]), encoding="utf-8")
    script = f"from ntuh_onboard.commands import cli\ncli.main(['check', '--json', '--profile', {str(profile)!r}])"
    around = beset(tmp_path, other, ca_file)
    told = json.loads(python(script, around).stdout)
    assert "untrusted" in json.dumps(told), told
    assert safe.seen == other.seen == b""
    assert not (tmp_path / "keys.log").exists()
    trusting = script.replace("'--json'", f"'--json', '--ca-file', {str(ca_file)!r}")
    python(trusting, around)
    assert safe.requests
    assert leaks(safe.seen, "Netrc-Canary-1") == []
    assert other.seen == b""
    assert not (tmp_path / "keys.log").exists()


class Beset(ServedStudent):
    """A student at a computer whose environment is hostile."""

    def __init__(self, folder: Path, server: Simulator, around: Mapping[str, str]) -> None:
        self.look, self.lang, self.stage = SMALL, SMALL.lang, server.stage
        self.socket = f"{folder}/keys"
        watched = [sys.executable, "-m", "tests.terminal.watched_program", self.socket]
        Terminal.__init__(
            self,
            [*watched, "run", "--lang", SMALL.lang, *server.wizard],
            columns=SMALL.columns,
            rows=SMALL.rows,
            environment=plain_environment(folder, PYTHONPATH=str(ROOT), **around),
            folder=folder,
        )

    def ready(self) -> str:
        """Wait until nothing is drawn any more: started as it is, the wizard tells nobody when it takes keys."""
        while self.word(BUSY) in self.settle(0.5):
            self.wait_for(lambda: self.word(BUSY) not in self.text())
        return self.text()


def test_the_wizard_in_a_terminal(other: Server, ca_file: Path, tmp_path: Path) -> None:
    """`run` over https, with all of it set: the student signs in and changes the password, and nothing is left."""
    around = beset(tmp_path, other, ca_file)
    with simulator(tmp_path, "--https") as server, Beset(tmp_path, server, around) as student:
        student.walk("contact")
        assert student.stage.commits()["portal.change_password"] == 1
        assert other.seen == b""
        assert not (tmp_path / "keys.log").exists()

"""The wizard cannot be pointed at somebody else's pages without an administrator, and says where it is pointed."""

from __future__ import annotations

from pathlib import Path

import pytest
import trustme

from ntuh_onboard.profiles.hospital_profile import Profile, load
from ntuh_onboard.startup import provenance
from ntuh_onboard.startup.settings import Settings, SettingsError


def profile(folder: Path, *lines: str) -> Profile:
    """A file that extends the packaged one."""
    path = folder / "other.toml"
    path.write_text("\n".join(['extends = "ntuh"', *lines, ""]), encoding="utf-8")
    return load(path)


def test_the_packaged_hospital_needs_nobodys_leave() -> None:
    """And there is nothing to say of it on the screens."""
    provenance.judge(Settings(), load())
    assert provenance.overrides(Settings(), load()) == {}


@pytest.mark.parametrize(
    ("server", "host"),
    [
        ('portal = "https://portal2.ntuh.gov.tw"', "portal2.ntuh.gov.tw"),
        ('portal = "http://127.0.0.1:8443"', "127.0.0.1"),
        ('inner = "https://localhost"', "localhost"),
        ('scripts = "https://static.ntuh.gov.tw"', "static.ntuh.gov.tw"),
        ('portal = "http://[::1]:8000"', "::1"),
    ],
)
def test_the_hospitals_own_hosts_and_this_computer_are_taken(tmp_path: Path, server: str, host: str) -> None:
    """And said: hosts and file."""
    other = profile(tmp_path, "[servers]", server)
    provenance.judge(Settings(), other)
    told = provenance.overrides(Settings(), other)
    assert told["file"] == str(tmp_path / "other.toml")
    assert host in told["hosts"]


@pytest.mark.parametrize(
    "lines",
    [
        ("[servers]", 'portal = "https://portal.ntuh.gov.tw.example.org"'),
        ("[servers]", 'portal = "https://xntuh.gov.tw"'),
        ("[servers]", 'inner = "https://192.0.2.7"'),
        ("[servers]", 'mail = "https://mail.example.org:8443"'),
        ("[hosts]", 'account = "help.ntuh.gov.tw.example.org"'),
        ("[hosts]", 'scripts = "cdn.example.org"'),
        ("[servers]", 'account = "https://127.0.0.1.example.org"'),
    ],
)
def test_other_hosts_need_the_policy(tmp_path: Path, lines: tuple[str, ...]) -> None:
    """Refused before anything is shown, unless an administrator has locked the profile; then it is said."""
    other = profile(tmp_path, *lines)
    with pytest.raises(SettingsError, match="needs an administrator"):
        provenance.judge(Settings(), other)
    locked = Settings(profile=str(tmp_path / "other.toml"), by_policy=frozenset({"profile"}))
    provenance.judge(locked, other)
    assert "hosts" in provenance.overrides(locked, other)


def test_another_backend_needs_the_policy() -> None:
    """An installed package cannot put itself between the student and the hospital."""
    with pytest.raises(SettingsError, match="needs an administrator"):
        provenance.judge(Settings(backend="other"), load())
    locked = Settings(backend="other", by_policy=frozenset({"backend"}))
    provenance.judge(locked, load())
    assert provenance.overrides(locked, load())["backend"] == "other"


def test_the_simulated_hospital_is_never_the_real_one() -> None:
    """Not even by the policy (J8.3)."""
    with pytest.raises(SettingsError, match="ntuh-onboard demo"):
        provenance.judge(Settings(backend="mock", by_policy=frozenset({"backend"})), load())


def test_a_proxy_and_an_authority_are_said() -> None:
    """Both can read along; a proxy's own password is not shown."""
    told = provenance.overrides(Settings(proxy="http://who:hush@proxy.example.org:3128", ca_file="/etc/ca.pem"), load())
    assert told == {"proxy": "proxy.example.org", "authority": "/etc/ca.pem"}


@pytest.mark.parametrize(
    "proxy", ["proxy.example.org:3128", "hush:hush@proxy.example.org:1", "socks5://h", "http://", "http://h:x"]
)
def test_a_proxy_that_is_none_is_refused_before_anybody_comes(proxy: str) -> None:
    """It would look like an outage of the hospital's; what was typed is not said again, it may hold a password."""
    for by_policy in (frozenset[str](), frozenset({"proxy"})):
        with pytest.raises(SettingsError, match="must be http://HOST:PORT") as refused:
            provenance.judge(Settings(proxy=proxy, by_policy=by_policy), load())
        assert "hush" not in str(refused.value)
    assert "hush" not in provenance.overrides(Settings(proxy=proxy), load())["proxy"]


def test_a_proxys_password_comes_from_the_policy_alone() -> None:
    """Every user of a machine can read its command lines (S-01)."""
    secret = "http://who:hush@proxy.example.org:3128"
    with pytest.raises(SettingsError, match="no sign-in") as refused:
        provenance.judge(Settings(proxy=secret), load())
    assert "hush" not in str(refused.value)
    provenance.judge(Settings(proxy=secret, by_policy=frozenset({"proxy"})), load())
    provenance.judge(Settings(proxy="http://proxy.example.org:3128"), load())


def test_a_file_of_no_authorities_is_refused_before_anybody_comes(tmp_path: Path) -> None:
    """A mistyped name, and a file that holds something else."""
    other = tmp_path / "notes.txt"
    other.write_text("nothing of the kind", encoding="utf-8")
    for file, why in ((tmp_path / "missing.pem", "No such file"), (other, "no certificate in it")):
        with pytest.raises(SettingsError, match=why):
            provenance.judge(Settings(ca_file=str(file)), load())
    other.write_bytes(trustme.CA().cert_pem.bytes())
    provenance.judge(Settings(ca_file=str(other)), load())

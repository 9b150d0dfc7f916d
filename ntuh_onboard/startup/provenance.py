"""Decide which hospital the wizard may be pointed at, so that it cannot serve as a kit for phishing (J0.1, H-05).

Unless the machine's policy says otherwise, `run` accepts the packaged profile and built-in backends, or a profile whose
sites are all under the hospital's domain or on this computer. Everything else has to be put into the policy by an
administrator. Whatever is not the packaged hospital is named on every screen, with its hosts and its file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from ntuh_onboard.backend.backend_names import BUILT_IN, SIMULATED
from ntuh_onboard.common.server_addresses import is_loopback
from ntuh_onboard.profiles.hospital_profile import Profile
from ntuh_onboard.startup.settings import Settings, SettingsError

HOSPITAL = "ntuh.gov.tw"
"""The hospital's domain, as in both addresses that the account guide prints."""


def judge(chosen: Settings, profile: Profile) -> None:
    """Refuse a profile, backend, proxy or CA file that may not be used here; raises SettingsError."""
    _judge_way(chosen)
    if chosen.backend in SIMULATED:
        raise SettingsError(
            f"--backend {chosen.backend}: the simulated hospital never stands for the real one; say: ntuh-onboard demo"
        )
    if chosen.backend not in BUILT_IN and "backend" not in chosen.by_policy:
        raise SettingsError(
            f"--backend {chosen.backend}: only {', '.join(sorted(BUILT_IN))} comes with this program; another one needs"
            " an administrator, who locks it in the machine's policy"
        )
    if "profile" in chosen.by_policy or profile.packaged:
        return
    foreign = sorted({host for host in map(_host, profile.servers.values()) if not _is_expected(host)})
    if foreign:
        raise SettingsError(
            f"{profile.file}: {', '.join(foreign)} is neither under {HOSPITAL} nor on this computer; such a profile"
            " needs an administrator, who locks it in the machine's policy"
        )


def _judge_way(chosen: Settings) -> None:
    """Check the proxy and the CA file, so that a mistake is reported at the start and does not look like an outage.

    A proxy's password does not belong on a command line, which every user of the machine can read (S-01).
    """
    if chosen.proxy:
        if not _is_proxy(chosen.proxy):  # not repeated in the message: it may contain a password
            raise SettingsError("--proxy: must be http://HOST:PORT or https://HOST:PORT")
        if "@" in chosen.proxy and "proxy" not in chosen.by_policy:
            raise SettingsError(
                "--proxy: no sign-in before the host; an administrator can lock such a proxy in the machine's policy"
            )
    if chosen.ca_file:
        import ssl  # costly; a start without such a file does not need it

        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=chosen.ca_file)
        except OSError as error:  # includes ssl.SSLError: the file contains no certificate
            why = "no certificate in it" if isinstance(error, ssl.SSLError) else error.strerror
            raise SettingsError(f"--ca-file: {chosen.ca_file}: {why}") from None


def overrides(chosen: Settings, profile: Profile) -> Mapping[str, str]:
    """Return what differs from the package, for the banner (`hosts`, `file`, `engine`, `proxy`, ...)."""
    found: dict[str, str] = {}
    if not profile.packaged:
        found["hosts"] = ", ".join(sorted(set(map(_host, profile.servers.values()))))
        found["file"] = str(profile.file)
    if chosen.backend not in BUILT_IN:
        found["backend"] = chosen.backend
    if chosen.engine in {"http", "browser"}:
        found["engine"] = chosen.engine
    if chosen.proxy:
        found["proxy"] = _host(chosen.proxy)
    if chosen.ca_file:
        found["authority"] = str(Path(chosen.ca_file))
    return found


def sentences(found: Mapping[str, str], *, paths: bool) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the banner's sentences for what `overrides` returned: catalogue key, and the values to put in.

    paths: show whole paths of files, or their names only.
    """
    files = {"file", "authority"}
    told = {key: Path(value).name if key in files and not paths else value for key, value in found.items()}
    if "hosts" in told:
        yield "ui.override_hosts", {"hosts": told["hosts"], "file": told["file"]}
    for key in ("backend", "engine", "proxy", "authority"):
        if key in told:
            yield f"ui.override_{key}", {"value": told[key]}


def _is_proxy(address: str) -> bool:
    try:
        split = urlsplit(address)
        return split.scheme in {"http", "https"} and bool(split.hostname) and (split.port or 1) > 0
    except ValueError:  # an invalid port or IPv6 address
        return False


def _host(address: str) -> str:
    return urlsplit(address).hostname or address.rpartition("@")[2]


def _is_expected(host: str) -> bool:
    return host == HOSPITAL or host.endswith(f".{HOSPITAL}") or is_loopback(host)

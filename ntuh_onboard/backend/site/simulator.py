"""Run the simulator server: in the main thread for `simulate`, in its own thread for tests."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

import uvicorn

from ntuh_onboard.backend.hospital.figures import Figures, Switches
from ntuh_onboard.backend.hospital.hospital import Hospital
from ntuh_onboard.backend.hospital.sqlite import SqliteStore
from ntuh_onboard.backend.hospital.store import Store
from ntuh_onboard.backend.site.asgi import Sites
from ntuh_onboard.backend.site.authority import Served, certified
from ntuh_onboard.backend.site.doorway import Doorway
from ntuh_onboard.backend.site.exchange import SITES, Desk
from ntuh_onboard.backend.site.gate import GatedProtocol
from ntuh_onboard.backend.site.layout import Layout
from ntuh_onboard.backend.site.server import Server
from ntuh_onboard.backend.site.stage_board import SiteBackstage, SiteStage
from ntuh_onboard.backend.site.stage_door import StageDoor
from ntuh_onboard.common import private_files
from ntuh_onboard.common.clock import SystemClock
from ntuh_onboard.common.secret import Secret

LOOPBACK = "127.0.0.1"
NAMES: Mapping[str, str] = {
    "portal": LOOPBACK,
    "inner": "localhost",
    "account": LOOPBACK,
    "mail": LOOPBACK,
    "stage": LOOPBACK,
}
"""Host name of each site. The inner pages need another host than the portal, and every computer knows these names."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How a server is set up.

    Attributes:
        names: host names by site; those missing are as in `NAMES`.
        ports: ports by site; 0 or missing for any free one.
        bind: the address to listen on; any but loopback exposes the simulator to the network.
        https: speak https, with a new authority.
        served: certificates made before, for tests of certificates.
        layout: how the pages are laid out.
        switches: how the hospital behaves.
        figures: its limits and durations.
        store: a file shared with other processes; in memory if None.
        synced: whether the file has to outlive a loss of power.
        pupils: names of a class, who are put on the roster too.
        hands_out: whether the portal passwords that they choose can be handed out to them again.

    """

    names: Mapping[str, str] = field(default_factory=dict)
    ports: Mapping[str, int] = field(default_factory=dict)
    bind: str = LOOPBACK
    https: bool = False
    served: Served | None = None
    layout: Layout = field(default_factory=Layout)
    switches: Switches = field(default_factory=Switches)
    figures: Figures = field(default_factory=Figures)
    store: Path | None = None
    synced: bool = True
    pupils: tuple[str, ...] = ()
    hands_out: bool = False


@dataclass(frozen=True, slots=True)
class Site:
    """A running simulator server.

    Attributes:
        urls: the address of each site.
        token: the trainer's token.
        hospital: the simulated hospital.
        clock: its clock.
        stage: what trainers and tests may do.
        ca_file: the certificate that clients have to trust.

    """

    urls: Mapping[str, str]
    token: Secret
    hospital: Hospital
    clock: SystemClock
    stage: SiteStage
    ca_file: Path | None = None

    @property
    def servers(self) -> Mapping[str, str]:
        """The addresses of the hospital's own sites, without the trainer's; for a wizard."""
        return {name: url for name, url in self.urls.items() if name != "stage"}


class _Protocol(GatedProtocol):
    """Gives the application access to its own connection, so that faults can cut it."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}
        # asyncio sets it only for sockets that name their protocol; `create_server`'s do not, at 40 ms per answer.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


class _Server(Server):
    """Sets an event when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()
        self.doorway: Doorway | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.doorway is not None:
            self.doorway.loop = asyncio.get_running_loop()
        self.ready.set()


@dataclass(slots=True)
class _Open:
    """A server that is ready to run."""

    site: Site
    server: _Server
    sockets: list[socket.socket]
    kept: contextlib.ExitStack


def _listen(bind: str, port: int, name: str) -> list[socket.socket]:
    """Return the listening sockets of a site. `localhost` may resolve to ::1 first, so the port is taken there too."""
    made = [socket.create_server((bind, port))]
    if name == "localhost" and bind == LOOPBACK and socket.has_ipv6:
        with contextlib.suppress(OSError):
            made.append(socket.create_server(("::1", made[0].getsockname()[1]), family=socket.AF_INET6))
    return made


def _set_up(setting: Setting, clock: SystemClock) -> _Open:
    kept = contextlib.ExitStack()
    names = {**NAMES, **setting.names}
    served = setting.served or (certified({*names.values(), LOOPBACK, "localhost"}) if setting.https else None)
    folder = Path(kept.enter_context(tempfile.TemporaryDirectory(prefix="ntuh-simulator-")))
    ca_file = served.write_ca(folder) if served else None
    sockets, ports, urls, addresses = [], {}, {}, {}
    for site in SITES:
        bind = LOOPBACK if site == "stage" else setting.bind
        listening = _listen(bind, setting.ports.get(site, 0), names[site])
        sockets += listening
        addresses[site] = [(each.family, each.getsockname()[:2]) for each in listening]
        port = listening[0].getsockname()[1]
        ports[port] = site
        urls[site] = f"{'https' if served else 'http'}://{names[site]}:{port}"
    store: Store | None = None
    if setting.store is not None:
        store = kept.enter_context(contextlib.closing(SqliteStore(setting.store, synced=setting.synced)))
    hospital = Hospital(clock, store, setting.figures, setting.switches, setting.pupils, hands_out=setting.hands_out)
    desk = Desk(hospital, urls, setting.layout)
    stage = SiteStage(desk, SiteBackstage(desk, clock))
    token = Secret(secrets.token_urlsafe(24))
    app = Sites(desk, StageDoor(stage, token), ports, {*names.values(), LOOPBACK, "localhost", "::1"})
    server = _Server(_config(app, served))
    server.doorway = stage.doorway = Doorway(server, addresses)
    return _Open(Site(urls, token, hospital, clock, stage, ca_file), server, sockets, kept)


def _config(app: Sites, served: Served | None) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=_Protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,  # addresses contain SESSION (S-03)
        server_header=False,
        date_header=False,  # the date comes from the hospital's own clock
        proxy_headers=False,
        timeout_graceful_shutdown=1,
        ssl_context_factory=(lambda _config, _default: served.context) if served else None,
    )


@contextlib.contextmanager
def running(setting: Setting | None = None, *, clock: SystemClock | None = None) -> Iterator[Site]:
    """Run a server in its own thread while the body runs."""
    opened = _set_up(setting or Setting(), clock or SystemClock())
    thread = threading.Thread(target=opened.server.run, args=(opened.sockets,), daemon=True, name="simulator")
    with opened.kept:
        thread.start()
        try:
            if not opened.server.ready.wait(20):
                raise RuntimeError("the simulator server does not start")
            yield opened.site
        finally:
            opened.server.should_exit = True
            thread.join(20)


def serve(
    setting: Setting | None = None,
    *,
    clock: SystemClock | None = None,
    token_file: Path | None = None,
    profile_file: Path | None = None,
    out: TextIO | None = None,
) -> None:
    """Run a server until it is interrupted, after printing where its sites are.

    Args:
        setting: how it is set up.
        clock: the clock of the hospital.
        token_file: file for the trainer's token, readable by this user only; without it the token is printed.
        profile_file: file for a profile with the addresses of the sites, for the wizard.
        out: where to print; standard output by default.

    """
    opened = _set_up(setting or Setting(), clock or SystemClock())
    out = out or sys.stdout
    # From here on somebody who has read the addresses may end it, also before the server takes signals.
    with opened.kept, contextlib.suppress(KeyboardInterrupt):
        if profile_file is not None:
            profile_file.write_text(profile_of(opened.site), encoding="utf-8")
        for line in announcement(opened.site, token_file, profile_file):
            out.write(f"{line}\n")
        out.flush()
        opened.server.run(opened.sockets)


def profile_of(site: Site) -> str:
    """Return the text of a profile with this server's addresses."""
    addresses = [f'{name} = "{url}"' for name, url in site.servers.items()]
    return "\n".join(['extends = "simulator"', "", "[servers]", *addresses, ""])


def announcement(site: Site, token_file: Path | None, profile_file: Path | None = None) -> list[str]:
    """Return the lines that tell where the sites are, and where the trainer's token is."""
    shown = {"portal": "Portal", "account": "Account site", "mail": "Webmail", "stage": "Stage (trainers)"}
    lines = ["Simulated hospital: not a hospital's system. Never type real data.", ""]
    lines += [f"{label:<18}{site.urls[name]}/" for name, label in shown.items()]
    person = next(iter(site.stage.port.people()))
    lines.append(f"{'Be this person':<18}{person.employee_id}  {person.password.reveal()}  {person.phone}")
    if site.ca_file:
        lines.append(f"{'Authority':<18}{site.ca_file}")
    if token_file is None:
        lines.append(f"{'Trainer token':<18}{site.token.reveal()}")
    else:
        private_files.write(token_file, f"{site.token.reveal()}\n")
        lines.append(f"{'Trainer token in':<18}{token_file}")
    if profile_file is not None:
        authority = f" --ca-file {site.ca_file}" if site.ca_file else ""
        lines.append(f"{'Wizard':<18}ntuh-onboard run --profile {profile_file}{authority}")
    return [*lines, "", "Ctrl+C ends it."]

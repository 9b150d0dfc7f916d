"""`ntuh-onboard serve ntuh|demo`: the wizard in a web browser, one process per student (extra `web`)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ntuh_onboard.commands.options import no_one_address, of_hospital, out_of_place, port, refused, unwritable
from ntuh_onboard.commands.student_process import command, judged, opened
from ntuh_onboard.common.server_addresses import is_loopback
from ntuh_onboard.startup.exits import Exit
from ntuh_onboard.startup.isolation import command as isolated

if TYPE_CHECKING:
    import ssl

    from ntuh_onboard.commands import Commands
    from ntuh_onboard.serve.web_server import Setting


class _Wrong(Exception):
    """The command cannot be run as given; the message says why."""


def add(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Declare the command."""
    serve = commands.add_parser("serve", parents=[shared], help="the wizard in a web browser, until it is interrupted")
    of_hospital(serve)
    serve.add_argument("--host", default="127.0.0.1", help="one address of this computer; by default it alone gets in")
    serve.add_argument("--port", type=port, metavar="N", default=0, help="by default a free one")
    serve.add_argument("--sessions", type=int, default=1, metavar="N", help="how many students at once (default 1)")
    serve.add_argument(
        "--url-file", metavar="FILE", help="write the address to open there; it works once, then changes"
    )
    serve.add_argument("--certificate", metavar="FILE", help="serve https with this certificate")
    serve.add_argument("--key", metavar="FILE", help="the certificate's key, where it is in a file of its own")
    serve.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    serve.add_argument("--seat", help=argparse.SUPPRESS)
    serve.add_argument("--plain-page", action="store_true", help=argparse.SUPPRESS)


def main(given: argparse.Namespace) -> int:
    """Serve until interrupted; or, if started by that server, run one student's wizard."""
    if given.child:
        return _student(given)
    try:
        return _serve(given)
    except ModuleNotFoundError as missing:
        return refused(given.command, f"needs {missing.name}: pip install 'ntuh-onboard[web]'")
    except _Wrong as wrong:
        return refused(given.command, str(wrong))


def program() -> Sequence[str]:
    """Return what runs a student's process; it speaks UTF-8 to the server whatever the machine's locale is."""
    return isolated("-X", "utf8")


def _serve(given: argparse.Namespace) -> int:
    """Build and run the server; raises _Wrong and ModuleNotFoundError."""
    from ntuh_onboard.common.errors import OnboardError
    from ntuh_onboard.serve.web_server import Setting
    from ntuh_onboard.texts.languages import SOURCE, languages
    from ntuh_onboard.texts.sentences import Texts

    try:
        words = judged(given).words
    except OnboardError as error:
        raise _Wrong(str(error)) from error
    tls = _checked(given)
    first = given.language or SOURCE
    texts = [Texts(each, words) for each in sorted(languages(), key=lambda each: each.tag != first)]
    child = [*command(given, program()), "--child"]
    kept = given.which == "ntuh"
    setting = Setting(lambda _, front: [*child, *front], texts, given.host, given.port, given.sessions, tls, kept=kept)
    return _until_ended(setting, Path(given.url_file) if given.url_file else None)


def _checked(given: argparse.Namespace) -> ssl.SSLContext | None:
    """Check which options go together, and return the TLS context of an https server. Raises _Wrong."""
    if given.own_device:
        raise _Wrong("a served page is nobody's own device")
    if why := out_of_place(given):
        raise _Wrong(why)
    if given.key and not given.certificate:
        raise _Wrong("--key goes with --certificate")
    if given.sessions < 1:
        raise _Wrong("--sessions: at least 1")
    if given.url_file is None and not (sys.stdout and sys.stdout.isatty()):
        raise _Wrong("the address holds a token that must not stand in a log: say --url-file FILE")
    loopback = _loopback(given.host)
    if why := unwritable("--url-file", given.url_file):
        raise _Wrong(why)
    if given.certificate is None:
        if given.which == "ntuh" and not loopback:
            raise _Wrong("real passwords do not cross a network unencrypted: say --certificate FILE")
        return None
    from ssl import PROTOCOL_TLS_SERVER, SSLContext, SSLError

    tls = SSLContext(PROTOCOL_TLS_SERVER)
    try:
        tls.load_cert_chain(given.certificate, given.key)
    except (OSError, SSLError) as error:
        raise _Wrong(f"--certificate: {error.strerror or 'it cannot be used'}") from error
    return tls


def _loopback(host: str) -> bool:
    """Return whether only this computer can connect. Raises _Wrong if the host is not one address or a name."""
    if why := no_one_address(host):
        raise _Wrong(f"--host: {why}")
    return is_loopback(host.lower())


def _until_ended(setting: Setting, url_file: Path | None) -> int:
    """Serve; raises _Wrong if the address cannot be bound or announced."""
    import asyncio

    from ntuh_onboard.serve.announcing import Announced, run

    announced = Announced(setting, url_file)
    try:
        asyncio.run(run(setting, announced))
    except KeyboardInterrupt:
        return Exit.DONE
    except OSError as error:
        where = f"--url-file: {url_file}" if error.filename else f"{setting.host}:{setting.port}"
        raise _Wrong(f"{where}: {error.strerror}") from error
    return Exit.DONE


def _student(given: argparse.Namespace) -> int:
    """Run one student's wizard; errors are reported to the server, which shows them."""
    from ntuh_onboard.commands.composition import keep_lean, seated, settings_of
    from ntuh_onboard.common.errors import OnboardError

    keep_lean()
    try:
        chosen = settings_of(given)
        scene, lane = seated(chosen, given.seat) if given.seat else opened(given, chosen)
    except OnboardError as error:
        return refused(given.command, str(error))
    if given.plain_page:
        from ntuh_onboard.serve import plain_page_wizard

        return plain_page_wizard.run(scene, lane, provider=chosen.provider, journey=chosen.journey)
    from ntuh_onboard.serve.served_app import BrowserApp

    app = BrowserApp(scene, lane, provider=chosen.provider, journey=chosen.journey)
    app.run()
    return int(Exit.INTERNAL if app.return_value is None else app.return_value)

"""What a site of strangers is served with: four hosts on loopback, one person, and a truthful record of what was done.

A site is one module with one class `TheSite(Site)`: it answers `portal`, `inner`, `account` and `mail` requests with
pages of its own. Everything that counts is kept in `Truth`, by the site itself, and never shown to the visitor's
program; whoever holds the program against the site reads it there.
"""

from __future__ import annotations

import io
import secrets
import threading
from collections import Counter
from dataclasses import dataclass, field
from email.message import Message
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from PIL import Image, ImageDraw, ImageFont


@dataclass
class Person:
    """The student, who is invented: the national ID's check digit is wrong on purpose, so that nobody can have it."""

    employee_id: str = "104567"
    national_id: str = "A123456780"
    name: str = "林測試"
    english_surname: str = "Lin"
    english_given: str = "Ce-Shi"
    english_middle: str = ""
    office_phone: str = "61234"
    home_phone: str = "0223123456"
    mobile_phone: str = "0952000111"
    unit: str = "教學部"
    valid_until: str = "2027/07/31"


@dataclass
class Received:
    """One field of one form, as it reached the server. `meaning`: what the site takes it for, "" for anything else."""

    site: str
    path: str
    name: str
    value: str
    meaning: str


@dataclass
class Truth:
    """The state of the invented hospital and all that was ever done to it. A site keeps it; its pages only show it.

    portal_password: the current one; at the beginning the national ID. alias, cloud_password: "" until activated.
    captcha: the text of the newest picture of any site. messages: the codes of all text messages, the newest last.
    sessions: one entry for each session that is signed in (or proved by code) and not signed out: "portal:ab12".
    counts: sign_in, sign_in_refused, password_changed, password_refused, contact_saved, message_sent, code_accepted,
    code_refused, activated, mail_sign_in, sign_out_portal, sign_out_account, sign_out_mail.
    """

    person: Person = field(default_factory=Person)
    portal_password: str = "A123456780"
    alias: str = ""
    cloud_password: str = ""
    captcha: str = ""
    messages: list[str] = field(default_factory=list)
    sessions: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    received: list[Received] = field(default_factory=list)
    saved_contact: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def new_captcha(self, letters: str = "123456789BDFHJLNPRTVXZ", length: int = 6) -> str:
        """Draw a new text for a picture; it is the only one that counts from now on."""
        self.captcha = "".join(secrets.choice(letters) for _ in range(length))
        return self.captcha

    def new_message(self, length: int = 6) -> str:
        """Send a code to the person's phone."""
        code = "".join(secrets.choice("0123456789") for _ in range(length))
        self.messages.append(code)
        self.counts["message_sent"] += 1
        return code


@dataclass
class Request:
    """One request. `form`: the posted pairs in order. `query`: the pairs of the address. `cookies`: by name."""

    host: str
    method: str
    path: str
    query: dict[str, str]
    form: list[tuple[str, str]]
    cookies: dict[str, str]
    headers: Message
    body: bytes

    def get(self, name: str, default: str = "") -> str:
        """The first posted value of this name, else of the address."""
        for key, value in self.form:
            if key == name:
                return value
        return self.query.get(name, default)

    def has(self, name: str) -> bool:
        """Whether a posted pair has this name."""
        return any(key == name for key, _ in self.form)


@dataclass
class Response:
    """One answer; `headers` as pairs, so that one name may occur twice."""

    body: bytes | str = ""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: list[tuple[str, str]] = field(default_factory=list)


def redirect(to: str, *headers: tuple[str, str], status: int = 302) -> Response:
    """Send the visitor elsewhere."""
    return Response("", status, headers=[("Location", to), *headers])


def picture(text: str, kind: str = "GIF", size: tuple[int, int] = (120, 36)) -> bytes:
    """A picture code as an image file: GIF, PNG, JPEG or BMP."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).text((8, 6), text, fill="navy", font=ImageFont.load_default(20))
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


class Site:
    """Four hosts of one hospital. A subclass answers `portal`, `inner`, `account` and `mail`.

    charset: what posted bytes are decoded by ("utf-8" or "cp950").
    urls: the four addresses, by name, once it is started.
    """

    charset = "utf-8"
    title = "a site"

    def __init__(self) -> None:
        self.truth = Truth()
        self.lock = threading.RLock()
        self.urls: dict[str, str] = {}
        self._servers: list[ThreadingHTTPServer] = []

    # ---- to be written by each site
    def portal(self, request: Request) -> Response:
        raise NotImplementedError

    def inner(self, request: Request) -> Response:
        raise NotImplementedError

    def account(self, request: Request) -> Response:
        raise NotImplementedError

    def mail(self, request: Request) -> Response:
        raise NotImplementedError

    # ---- for the sites' use
    def takes(self, request: Request, **meanings: str) -> None:
        """Note every posted field; `meanings` says what each is taken for, as `takes(request, pw="portal_password")`.

        For names that are no Python names hand a dict: `takes(request, **{"ctl00$x": "alias"})`. To be called in each
        handler of a POST (or of a GET form). Meanings: employee_id, portal_password (at sign-in), old_password,
        new_password, new_password_again, captcha, campus, mobile_phone, registered_phone, code, alias, cloud_password,
        cloud_password_again, mail_account, mail_password, consent; else "".
        """
        pairs = request.form or list(request.query.items())
        for name, value in pairs:
            self.truth.received.append(Received(request.host, request.path, name, value, meanings.get(name, "")))

    # ---- serving
    def start(self) -> dict[str, str]:
        for name, host in (
            ("portal", "127.0.0.1"),
            ("inner", "localhost"),
            ("account", "127.0.0.1"),
            ("mail", "127.0.0.1"),
        ):
            server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler(name))
            server.daemon_threads = True
            self._servers.append(server)
            self.urls[name] = f"http://{host}:{server.server_address[1]}"
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self.urls

    def stop(self) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *ended: object) -> None:
        self.stop()

    def _handler(self, name: str) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length) if length else b""
                split = urlsplit(self.path)
                kind = self.headers.get("Content-Type", "")
                form: list[tuple[str, str]] = []
                if kind.startswith("application/x-www-form-urlencoded"):
                    form = parse_qsl(
                        body.decode("latin-1"), keep_blank_values=True, encoding=site.charset, errors="replace"
                    )
                elif kind.startswith("multipart/form-data"):
                    form = _multipart(kind, body, site.charset)
                cookies = {k: v.value for k, v in SimpleCookie(self.headers.get("Cookie", "")).items()}
                query = dict(parse_qsl(split.query, keep_blank_values=True, encoding=site.charset, errors="replace"))
                request = Request(name, self.command, split.path, query, form, cookies, self.headers, body)
                try:
                    with site.lock:
                        answer = getattr(site, name)(request)
                except Exception as error:  # noqa: BLE001  # an error of the site is an answer too, and noted
                    site.truth.notes.append(f"{name} {self.command} {split.path}: {error!r}")
                    answer = Response("Server Error in '/' Application.", 500)
                sent = (
                    answer.body.encode(site.charset, "xmlcharrefreplace")
                    if isinstance(answer.body, str)
                    else answer.body
                )
                self.send_response(answer.status)
                for key, value in [("Content-Type", answer.kind), *answer.headers, ("Content-Length", str(len(sent)))]:
                    self.send_header(key, value)
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(sent)

            do_GET = do_POST = do_HEAD = _answer  # noqa: N815  # the library's own names

            def log_message(self, *args: Any) -> None:
                """Nothing is printed."""

        return Handler


def _multipart(kind: str, body: bytes, charset: str) -> list[tuple[str, str]]:
    from email.parser import BytesParser
    from email.policy import HTTP

    message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    pairs = []
    for part in message.iter_parts():
        value = part.get_payload(decode=True)
        name = str(part.get_param("name", header="content-disposition"))
        pairs.append((name, value.decode(charset, "replace") if isinstance(value, bytes) else ""))
    return pairs

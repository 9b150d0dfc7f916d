"""A browser that fits in one file: follows redirects of every kind, keeps cookies, sends a page's own form back."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from types import TracebackType
from typing import Self
from urllib.parse import quote_plus, urljoin

import requests

from ntuh_onboard.backend.site.simulator import Site
from ntuh_onboard.backend.stage import Persona
from tests.patience import PATIENCE

NEW_PORTAL = "Walnut-31-cloud"
NEW_CLOUD = "Harbour-64-kite"
ALIAS = "yifen.chen"


class Reader(HTMLParser):
    """The controls of the page's form as a browser would send them, its links, frames and visible words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.action: str | None = None
        self.values: dict[str, str] = {}
        self.images: list[str] = []
        self.links: dict[str, str] = {}
        self.frames: dict[str, str] = {}
        self.words: list[str] = []
        self.idents: set[str] = set()
        self.submits: dict[str, str] = {}
        self._select: str | None = None
        self._link: str | None = None
        self._quiet = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        got = {name: value or "" for name, value in attrs}
        self.idents.add(got.get("id", ""))
        name = got.get("name", "")
        match tag:
            case "form":
                self.action = got.get("action")
            case "input":
                self._input(name, got)
            case "select":
                self._select = name
            case "option" if self._select is not None:
                if "selected" in got or self._select not in self.values:
                    self.values[self._select] = got["value"]
            case "img":
                self.images.append(got["src"])
            case "frame":
                self.frames[name] = got["src"]
            case "a":
                self._link = got.get("href")
            case "script" | "style":
                self._quiet += 1
            case _:
                pass

    def _input(self, name: str, got: dict[str, str]) -> None:
        kind = got.get("type", "text")
        self.words += [got.get("placeholder", ""), got.get("alt", "")]
        if kind in {"submit", "image"}:
            self.submits[name] = got.get("value", "")
            self.words.append(got.get("value", ""))
        elif kind in {"radio", "checkbox"}:
            if "checked" in got:
                self.values[name] = got.get("value", "on")
        else:
            self.values[name] = got.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._quiet -= 1
        if tag == "select":
            self._select = None
        if tag == "a":
            self._link = None

    def handle_data(self, data: str) -> None:
        if not self._quiet:
            self.words.append(data.strip())
            if self._link and data.strip():
                self.links[data.strip()] = self._link


@dataclass
class Shown:
    """What the last answer shows."""

    answer: requests.Response = field(default_factory=requests.Response, init=False)

    @property
    def codec(self) -> str:
        """What the page calls its charset, by Python's name of what browsers mean by it."""
        label = re.search(rb"charset=([a-z0-9-]+)", self.answer.headers["content-type"].encode() + self.answer.content)
        return "big5hkscs" if label and label[1] == b"big5" else "utf-8"

    @property
    def text(self) -> str:
        """The page's source."""
        return self.answer.content.decode(self.codec, errors="replace")

    @property
    def page(self) -> Reader:
        """The page, read."""
        return Reader(self.text)

    @property
    def words(self) -> str:
        """What can be read on the page."""
        return "\n".join(each for each in self.page.words if each)

    @property
    def alert(self) -> str:
        """What the page says in a box."""
        said = re.search(r"<script>alert\('(.*?)'\);</script>", self.text)
        return "" if said is None else said[1].encode().decode("unicode_escape").encode("latin-1").decode()


@dataclass
class Window(Shown):
    """Goes where links, forms and redirects lead."""

    site: Site
    session: requests.Session = field(default_factory=requests.Session)
    hops: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.session.trust_env = False
        self.session.verify = str(self.site.ca_file) if self.site.ca_file else True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.session.close()

    def open(self, site: str, path: str = "/") -> None:
        """Go to a site."""
        self.get(self.site.urls[site] + path)

    def get(self, url: str) -> None:
        """Go to an address and where it leads."""
        self._arrived(self.session.get(url, allow_redirects=False, timeout=PATIENCE))

    def _arrived(self, answer: requests.Response) -> None:
        self.answer = answer
        self.hops.append(answer.url)
        if onward := self._onward():
            self.get(urljoin(answer.url, onward))

    def _onward(self) -> str | None:
        if self.answer.is_redirect:
            return self.answer.headers["location"]
        if not self.answer.headers["content-type"].startswith("text/html"):
            return None
        if frame := self.page.frames.get("main"):
            return frame
        moved = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', self.text)
        moved = moved or re.search(r"location\.href = '([^']+)'", self.text)
        return html.unescape(moved[1]) if moved else self.page.links.get("繼續")

    def click(self, words: str) -> None:
        """Follow the link with these words, a script link too."""
        href = self.page.links[words]
        event = re.fullmatch(r"javascript:__doPostBack\('(.*?)','(.*?)'\)", href)
        if event is None:
            self.get(urljoin(self.answer.url, href))
        else:
            self.send({"__EVENTTARGET": event[1], "__EVENTARGUMENT": event[2]})

    def send(self, filled: dict[str, str], press: str = "", *, image: bool = False) -> None:
        """Send the page's form with these names filled in."""
        page = self.page
        assert page.action is not None, self.text
        values = {**page.values, **filled}
        if press:
            values |= {f"{press}.x": "3", f"{press}.y": "4"} if image else {press: page.submits[press]}
        self.post(urljoin(self.answer.url, page.action), values)

    def post(self, url: str, values: dict[str, str]) -> None:
        """Send pairs in the page's charset."""
        codec = self.codec
        coded = ((quote_plus(_coded(name, codec)), quote_plus(_coded(value, codec))) for name, value in values.items())
        body = "&".join(f"{name}={value}" for name, value in coded)
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        self._arrived(self.session.post(url, body, headers=kind, allow_redirects=False, timeout=PATIENCE))


class Browser(Window):
    """One student at the simulator's sites."""

    def picture(self) -> str:
        """Look at the page's picture code; its text, from behind the scenes."""
        shown = self.session.get(urljoin(self.answer.url, self.page.images[0]), timeout=PATIENCE)
        assert shown.headers["content-type"] == "image/gif"
        assert shown.content[:3] == b"GIF"
        return self.site.stage.port.picture_text()

    def name(self, page: str, key: str) -> str:
        """What the server calls this control."""
        return self.site.stage.desk.renderer.names.name(page, key)

    def fill(self, page: str, press: str = "", **filled: str) -> None:
        """Send a page's form by our keys."""
        names = {self.name(page, key): value for key, value in filled.items()}
        image = press == "sign_in" and page == "login"
        self.send(names, self.name(page, press) if press else "", image=image or page == "menu")

    def person(self, kind: str = "fresh") -> Persona:
        """The invented person of this kind."""
        return next(each for each in self.site.stage.port.people() if each.kind == kind)

    def sign_in(self, who: Persona, password: str | None = None, **other: str) -> None:
        """At the portal."""
        self.open("portal")
        filled = {
            "employee_id": who.employee_id,
            "portal_password": who.password.reveal() if password is None else password,
            "captcha": self.picture(),
            **other,
        }
        self.fill("login", "sign_in", **filled)

    def prove(self, who: Persona) -> None:
        """At the account site, by a message."""
        self.open("account")
        self.click("啟用網路帳號及首次雲端帳號密碼設定")
        self.fill("activate", "send", employee_id=who.employee_id)
        self.fill("phone", "confirm", registered_phone=who.phone)
        assert "動態碼簡訊發送成功" in self.words, self.alert or self.words
        self.click("確定")
        self.fill("activate", "next", code=self.code(who))

    def code(self, who: Persona) -> str:
        """From the newest message."""
        self.site.stage.port.jump(5)
        found = re.search(r"[0-9]{6}", self.site.stage.port.messages(who.phone)[-1].text)
        assert found
        return found.group()


def _coded(text: str, codec: str) -> bytes:
    """As browsers encode a form: in Big5 they read all of HKSCS, and write none of it below A1."""
    if codec == "utf-8":
        return text.encode()
    return b"".join(_big5(each) for each in text)


def _big5(char: str) -> bytes:
    coded = char.encode("big5hkscs", errors="xmlcharrefreplace")
    return coded if coded.isascii() or coded[0] >= 0xA1 else f"&#{ord(char)};".encode()


def whole_journey(browser: Browser) -> None:
    """From the six digits to the activated account, and out of every site."""
    who = browser.person()
    browser.sign_in(who)
    assert "TopButtonLogOutDIV" in browser.page.idents or browser.site.stage.desk.layout.seed is not None
    browser.click("更改密碼")
    old = who.password.reveal()
    browser.fill("password", "change", portal_old=old, portal_new=NEW_PORTAL, portal_again=NEW_PORTAL)
    browser.click("回功能選單")
    browser.click("維護個人連絡資料")
    browser.fill("contact", "save", english_given="Yi-Fen")
    browser.click("回功能選單")
    browser.fill("menu", "sign_out")
    assert "您已登出系統" in browser.words
    browser.prove(who)
    browser.fill("settings", "activate", alias=ALIAS, cloud_password=NEW_CLOUD, cloud_again=NEW_CLOUD)
    assert f"{ALIAS}@ntuh.gov.tw" in browser.words
    browser.fill("activated", "sign_out")
    assert "您已登出系統" in browser.words

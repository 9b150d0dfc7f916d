"""A class of three in this process, and browsers that keep their cookies."""

from __future__ import annotations

import http.cookiejar
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest

from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.classroom.class_server import Class, ClassSetting, class_running
from ntuh_onboard.profiles import hospital_profile
from ntuh_onboard.texts.sentences import Texts
from tests.languages import EN
from tests.patience import PATIENCE


@dataclass
class Browser:
    """Somebody's browser, without scripts."""

    jar: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)
    address: str = ""

    def open(
        self, url: str, *, post: bool = False, headers: dict[str, str] | None = None, told: object = None
    ) -> tuple[int, str]:
        """Status and text; redirects are followed, and `address` is where they led. `told`: sent as JSON."""
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.jar)
        )
        body = b"" if told is None else json.dumps(told).encode()
        if post and headers is None:
            headers = {"Origin": "{0.scheme}://{0.netloc}".format(urlsplit(url))}
        request = urllib.request.Request(url, body if post else None, headers or {})  # noqa: S310  # the class of this test
        try:
            with opener.open(request, timeout=PATIENCE) as answer:
                self.address = answer.url
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()

    def json(self, url: str) -> Any:
        """What a page's script is told."""
        status, text = self.open(url)
        assert status == 200, text
        return json.loads(text)


def rows(held: Class, trainer: Browser) -> dict[str, Any]:
    """The board by the seats' labels, in a browser that the trainer's token has opened."""
    return {each["label"]: each for each in trainer.json(f"{held.base}/board.json")["seats"]}


@pytest.fixture
def browser() -> Browser:
    return Browser()


@pytest.fixture(scope="module")
def three() -> Iterator[Class]:
    """A class of three, with cheap hashes."""
    site = hospital_profile.load()
    texts = Texts(EN, site.words, site.hosts)
    with class_running(ClassSetting(("A1", "A2", "B1"), figures=Figures().cheap()), texts) as made:
        yield made

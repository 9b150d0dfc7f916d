"""Tag soup by chance: the form of every control, and what is sent, as in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest

from ntuh_onboard.backend.web.failures import UnexpectedPage
from ntuh_onboard.backend.web.html.page import Clue, Page
from tests.chromium.pressing import as_sent, pressed
from tests.chromium.sink import UTF8, Sent, Sink
from tests.chromium.soups import soup
from tests.chromium.window import Window

PAGES = 400
OWNERS = """Object.fromEntries([...document.querySelectorAll("input, select, textarea, button")]
    .map(each => [each.name, each.form ? each.form.id : null]))"""


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    with Sink.running() as running:
        running.pages.update({f"/{seed}.html": (UTF8, soup(seed).encode()) for seed in range(PAGES)})
        yield running


@pytest.mark.parametrize("first", range(0, PAGES, 50))
def test_every_control_belongs_to_the_form_that_the_browser_gives_it(first: int, sink: Sink, window: Window) -> None:
    """The standard's form-owner rule, on pages that keep none of its order."""
    for seed in range(first, first + 50):
        url = f"{sink.url}/{seed}.html"
        page = Page(soup(seed), url)
        sent = pressed(sink, window, url, "go", before=partial(same_owners, window, page, seed))
        assert sent == ours(page), seed


def same_owners(window: Window, page: Page, seed: int) -> None:
    mine = {each.name: each.form.get("id") if each.form else None for each in page.controls}
    assert mine == window.run(OWNERS), seed


def ours(page: Page) -> list[Sent]:
    try:
        act = page.act(Clue(ids=("go",)))
        return [as_sent(page.draft(act).press(act))]
    except UnexpectedPage:
        return []

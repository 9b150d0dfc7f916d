"""`ntuh-onboard check` on pages that need their scripts: read in a browser, and said so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.backend.site.simulator import Setting, Site, profile_of, running
from ntuh_onboard.backend.web.engines.choice import BrowserChoice
from ntuh_onboard.commands import cli
from ntuh_onboard.startup.exits import Exit
from tests.check.test_machine import SCHEMA, broken

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def served() -> Iterator[Site]:
    """A server whose clock is this computer's: a check compares them."""
    with running(Setting(figures=Figures().cheap())) as site:
        yield site


def checked(site: Site, folder: Path, layout: str, capture: Capture, *options: str) -> dict[str, Any]:
    """Check the simulator's pages in this layout, for machines."""
    file = folder / "sim.toml"
    file.write_text(profile_of(site), encoding="utf-8")
    site.stage.port.reset()
    site.stage.layout({layout: True})
    status = cli.main(["check", "--profile", str(file), "--json", *options])
    made: dict[str, Any] = json.loads(capture.readouterr().out)
    assert made["exit"] == status
    assert list(broken(made, SCHEMA)) == []
    return made


def by_browser(made: dict[str, Any]) -> set[str]:
    """The pages that were read in a browser because they need one."""
    pages = [page for site in made["sites"] for page in site["pages"]]
    return {page["page"] for page in pages if any(each["sort"] == "browser" for each in page["remarks"])}


@pytest.mark.parametrize("layout", ["scripted", "spa"])
def test_pages_that_need_a_browser_are_read_in_one_and_named(
    served: Site, browser: BrowserChoice, tmp_path: Path, capsys: Capture, layout: str
) -> None:
    """As the wizard does by itself."""
    del browser  # skips where there is none
    made = checked(served, tmp_path, layout, capsys)
    assert made["exit"] == Exit.PARTLY_CHECKED
    assert made["browser"]["state"] == "ready"
    assert made["browser"]["installed"]
    assert {"portal", "mail"} <= by_browser(made)


def test_a_check_reads_every_page_through_the_browser_on_request(
    served: Site, browser: BrowserChoice, tmp_path: Path, capsys: Capture
) -> None:
    """Then no page is remarked for it."""
    del browser
    made = checked(served, tmp_path, "spa", capsys, "--engine", "browser")
    assert made["exit"] == Exit.PARTLY_CHECKED
    assert not by_browser(made)
    assert made["browser"]["refused"] == {}


def test_without_a_browser_it_says_which_pages_students_cannot_use(
    served: Site, tmp_path: Path, capsys: Capture
) -> None:
    made = checked(served, tmp_path, "scripted", capsys, "--engine", "http")
    assert (made["verdict"], made["browser"]["state"]) == ("needs_browser", "off")

"""Lets the wizard meet sites for the first time: `python -m tests.unseen_sites.first_sight FOLDER [NAME ...]`."""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import sys
import time
from pathlib import Path

from ntuh_onboard.backend.web.engines.choice import BrowserChoice
from tests.unseen_sites import truth
from tests.unseen_sites.driven import driven
from tests.unseen_sites.truth import Site
from tests.unseen_sites.wizard_at_site import Outcome, walked


def site_of(path: Path) -> Site:
    """The site of one module."""
    sys.modules.setdefault("truth", truth)  # as a site calls it that is not in this project
    spec = importlib.util.spec_from_file_location(f"unseen_{path.parent.name}_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made = module.TheSite()
    assert isinstance(made, Site)
    return made


async def mail_checked(site: Site, browser: BrowserChoice | None = None) -> tuple[Outcome, ...]:
    """The check of the mail from the next day on; where the activation set no cloud password, first the reset."""
    site.truth.counts.clear()  # each walk is held against what it did itself
    reset = () if site.truth.cloud_password else (await walked(site, "reset", browser=browser),)
    return (*reset, await walked(site, "mail_check", browser=browser))


async def met(path: Path, browser: BrowserChoice | None = None) -> tuple[Outcome, Outcome | None]:
    """The whole journey, and, where it came to its end, the check of the mail from the next day on."""
    site = site_of(path)
    with site:
        found = await walked(site, browser=browser)
        mail = (await mail_checked(site, browser))[-1] if found.passed else None
    return found, mail


def shown(path: Path, engine: str, *, screens: bool) -> bool:
    """Print what came of one site; returns whether it was walked whole, and nothing is left."""
    begun = time.monotonic()
    with driven(engine) as (browser, left):
        try:
            found, mail = asyncio.run(met(path, browser))
        except Exception as error:  # noqa: BLE001  # one site's fault must not hide the others
            print(f"{path.stem}: the proof itself failed: {error!r}"[:400], flush=True)
            return False
    passed = found.passed and left.nothing
    mails = "" if mail is None else "mail ok" if mail.passed else f"mail fails: {mail}"
    print(f"{'PASS' if passed else 'FAIL'} {path.stem} {mails} ({time.monotonic() - begun:.0f} s)")
    for name in ("stuck", "why", "wrong_fields", "wrong_claims", "open_sessions", "notes", "counts", "sent"):
        if value := getattr(found, name):
            print(f"    {name}: {value}")
    if engine != "http":
        print(f"    browser: {left}")
    for each in filter(None, (found, mail)):
        if each.screen and screens:
            print(each.screen)
    sys.stdout.flush()
    return passed


def main() -> None:
    """Print what came of each site, and how many passed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path, help="where the sites are, one module each")
    asked.add_argument("names", nargs="*", help="only these, with the screen where one stops")
    asked.add_argument("--engine", choices=("http", "auto", "browser"), default="http", help="how pages are opened")
    given = asked.parse_intermixed_args()
    sites = [each for each in sorted(given.folder.glob("*.py")) if each.stem != "truth" and each.stem[0] != "_"]
    chosen = [each for each in sites if not given.names or each.stem in given.names]
    passed = sum([shown(each, given.engine, screens=bool(given.names)) for each in chosen])
    print(f"{passed} of {len(chosen)} passed")


if __name__ == "__main__":
    main()

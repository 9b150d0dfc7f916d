"""Lets the wizard meet sites for the first time: `python -m tests.unseen_sites.first_sight FOLDER [NAME ...]`."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
from pathlib import Path

from tests.unseen_sites import truth
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


async def mail_checked(site: Site) -> tuple[Outcome, ...]:
    """The check of the mail from the next day on; where the activation set no cloud password, first the reset."""
    site.truth.counts.clear()  # each walk is held against what it did itself
    reset = () if site.truth.cloud_password else (await walked(site, "reset"),)
    return (*reset, await walked(site, "mail_check"))


async def met(path: Path) -> tuple[Outcome, Outcome | None]:
    """The whole journey, and, where it came to its end, the check of the mail from the next day on."""
    site = site_of(path)
    with site:
        found = await walked(site)
        mail = (await mail_checked(site))[-1] if found.passed else None
    return found, mail


def main(folder: str, *names: str) -> None:
    """Print what came of each site, and how many passed."""
    passed = total = 0
    for path in sorted(Path(folder).glob("*.py")):
        if path.stem.startswith("_") or path.stem == "truth" or (names and path.stem not in names):
            continue
        total += 1
        try:
            found, mail = asyncio.run(met(path))
        except Exception as error:  # noqa: BLE001  # one site's fault must not hide the others
            print(f"{path.stem}: the proof itself failed: {error!r}"[:400])
            continue
        passed += found.passed
        mails = "" if mail is None else "mail ok" if mail.passed else f"mail fails: {mail}"
        print(f"{'PASS' if found.passed else 'FAIL'} {path.stem} {mails}")
        for name in ("stuck", "why", "wrong_fields", "wrong_claims", "open_sessions", "notes", "counts"):
            if value := getattr(found, name):
                print(f"    {name}: {value}")
        if found.screen and len(names) == 1:
            print(found.screen)
        if mail is not None and mail.screen and len(names) == 1:
            print(mail.screen, mail.notes, mail.open_sessions)
    print(f"{passed} of {total} passed")


if __name__ == "__main__":
    main(*sys.argv[1:])

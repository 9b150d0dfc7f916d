"""Do the journey twice by the web backend's verbs in this process, and print the cost as JSON.

    python -m benchmarks.web_client PROFILE STAGE   (the trainer's token on standard input)

What the stage is asked (the picture's text, the message) is a person's part and is left out of all figures.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ntuh_onboard.backend.protocol import Backend
from ntuh_onboard.backend.site.stage_client import StageClient
from ntuh_onboard.backend.web.html import page_reading
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.profile.site_profile import load_site
from ntuh_onboard.backend.web.sites.opening import open_web
from ntuh_onboard.common.clock import SystemClock
from ntuh_onboard.common.secret import Secret

TREE, READING, STAGE = "tree", "reading", "stage"
"""The parts that are measured: building a page's tree; all reading of pages, including that; calls of the stage."""
NEW_PORTAL, NEW_CLOUD, ALIAS = Secret("Walnut-31-cloud"), Secret("Harbour-64-kite"), "yifen.chen"
_READS = ("field", "act", "image", "draft", "shown", "mentions", "says")
_PARTS = ("controls", "Labels", "acts", "images", "frames", "page_deeds", "moves", "messages_of", "dated_lines")


@dataclass
class Meter:
    """CPU and wall seconds of each part; nested calls of the same part count once."""

    cpu: dict[str, float] = field(default_factory=dict)
    wall: dict[str, float] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    _within: set[str] = field(default_factory=set)

    @contextmanager
    def of(self, part: str) -> Iterator[None]:
        """Count what is done inside towards this part."""
        if part in self._within:
            yield
            return
        self._within.add(part)
        cpu, wall = time.process_time(), time.perf_counter()
        try:
            yield
        finally:
            self._within.discard(part)
            self.cpu[part] = self.cpu.get(part, 0.0) + time.process_time() - cpu
            self.wall[part] = self.wall.get(part, 0.0) + time.perf_counter() - wall
            self.calls[part] = self.calls.get(part, 0) + 1

    def watch(self, owner: object, name: str, part: str) -> None:
        """Count every call of this function towards a part."""
        whole: Callable[..., Any] = getattr(owner, name)

        def counted(*given: Any, **named: Any) -> Any:
            with self.of(part):
                return whole(*given, **named)

        setattr(owner, name, counted)


class Behind(StageClient):
    """The stage, measured separately; it knows which picture was shown last."""

    def __init__(self, url: str, token: Secret, meter: Meter) -> None:
        super().__init__(url, token, seen=lambda: self.picture)
        self.picture = b""
        self._meter = meter

    def see(self, picture: bytes) -> None:
        """Note the picture that was shown last."""
        self.picture = picture

    def ask(self, verb: str, /, **arguments: object) -> Any:
        """Call a verb of the stage."""
        with self._meter.of(STAGE):
            return super().ask(verb, **arguments)


def journey(backend: Backend, stage: Behind) -> None:
    """Call the verbs of the wizard's journey, from the six digits to the activated account."""
    who = next(each for each in stage.people() if each.kind == "fresh")
    portal, account = backend.portal, backend.account
    page = portal.sign_in_page()
    portal.picture()
    portal.sign_in(who.employee_id, who.password, stage.picture_text(), page.default)
    portal.change_password(who.password, NEW_PORTAL)
    portal.contact()
    portal.save_contact({"english_given": "Yi-Fen"})
    assert portal.sign_out()
    account.regulations()
    account.send_code(who.employee_id, who.phone)
    stage.jump(5)
    code = re.search(r"[0-9]{6}", stage.messages(who.phone)[-1].text)
    assert code
    account.verify_code(who.employee_id, Secret(code.group()))
    account.activate(ALIAS, NEW_CLOUD)
    assert account.sign_out()


def measured(backend: Backend, stage: Behind, meter: Meter) -> Mapping[str, float]:
    """Do one journey at a hospital in its initial state; returns the seconds of each part, without the stage's."""
    stage.reset()
    for told in (meter.cpu, meter.wall, meter.calls):
        told.clear()
    cpu, wall = time.process_time(), time.perf_counter()
    journey(backend, stage)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return {
        "cpu": cpu - meter.cpu[STAGE],
        "wall": wall - meter.wall[STAGE],
        TREE: meter.cpu[TREE],
        READING: meter.cpu[READING],
        "pages": meter.calls[TREE],
    }


def main(profile: str, stage: str) -> None:
    """Measure the start and two journeys, and print the figures."""
    meter = Meter()
    meter.watch(page_reading, "parse", TREE)
    for name in ("parse", *_PARTS):
        meter.watch(page_reading, name, READING)
    for name in _READS:
        meter.watch(Page, name, READING)
    behind = Behind(stage, Secret(sys.stdin.readline().strip()), meter)
    backend = open_web(load_site(Path(profile)), SystemClock(), shown=behind.see)
    started = time.process_time() - meter.cpu.get(STAGE, 0.0)
    told = {"start": started, "first": measured(backend, behind, meter), "second": measured(backend, behind, meter)}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**told, "memory": memory}))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Cost of one journey without a browser, in a driven browser, and in a plain Playwright script of the same journey.

    python -m benchmarks.engine_cost

Seconds by the clock depend on what else runs; CPU seconds are those of this process (the simulator is in it) and of all
processes that it has started. Linux only.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from benchmarks.playwright_script import walk
from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.backend.site.simulator import Setting, Site, running
from ntuh_onboard.backend.web.engines.browser.driver import BrowserProcess
from ntuh_onboard.backend.web.engines.browser.installed import installed_browsers
from ntuh_onboard.backend.web.engines.choice import BrowserChoice
from ntuh_onboard.common.clock import ManualClock
from tests.backend.web.layouts import journey, laid_out
from tests.browser_engine.processes import children

STEPS = 29
"""Openings and presses of the journey."""
_TICK = os.sysconf("SC_CLK_TCK")
_USER, _LAST = 11, 15
"""Fields of /proc/PID/stat after the name: user and system time, of the process and of its ended children."""


def cpu() -> float:
    """Return the CPU seconds of this process and of all that it has started."""
    ticks = 0
    for pid in {os.getpid(), *children(os.getpid())}:
        try:
            told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        ticks += sum(map(int, told[_USER:_LAST]))
    return ticks / _TICK


def memory() -> float:
    """Return the megabytes of all processes that this one has started; shared memory is counted once (PSS)."""
    kilobytes = 0
    for pid in children(os.getpid()):
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        kilobytes += sum(int(each.split()[1]) for each in lines if each.startswith("Pss:"))
    return kilobytes / 1024


def told(name: str, work: Callable[[], float]) -> None:
    """Do this, and print what it cost; `work` returns the memory that it took."""
    wall, used = time.perf_counter(), cpu()
    taken = work()
    wall, used = time.perf_counter() - wall, cpu() - used
    sys.stdout.write(
        f"{name:32} {wall:6.1f} s  {used:6.2f} CPU s  {1000 * wall / STEPS:5.0f} ms and "
        f"{1000 * used / STEPS:4.0f} CPU ms a step  {taken:5.0f} MB\n"
    )
    sys.stdout.flush()


def by_verbs(site: Site, layout: Mapping[str, object], browser: BrowserChoice | None) -> float:
    """Walk the journey by the port's verbs."""
    with closing(laid_out(site, layout, browser=browser)) as practice:
        journey(practice)
        return memory()


def main() -> None:
    """Measure, and print a line for each."""
    path = installed_browsers()[0]
    with running(Setting(figures=Figures().cheap()), clock=ManualClock()) as site:
        told("plain", lambda: by_verbs(site, {}, None))
        told("plain, again", lambda: by_verbs(site, {}, None))
        process = BrowserProcess(path)
        begun, used = time.perf_counter(), cpu()
        process.ready()
        ready = time.perf_counter() - begun, cpu() - used
        sys.stdout.write(f"browser ready after {ready[0]:.1f} s and {ready[1]:.2f} CPU s, {memory():.0f} MB\n")
        chosen = BrowserChoice(process, always=True)
        for name, layout in (("", {}), (", scripted", {"scripted": True}), (", single page", {"spa": True})):
            told(f"browser{name}", lambda layout=layout: by_verbs(site, layout, chosen))  # type: ignore[misc]
        process.close()
        told("Playwright script, with its start", lambda: walk(site, path, memory))


if __name__ == "__main__":
    main()

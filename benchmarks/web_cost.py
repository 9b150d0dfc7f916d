"""Cost of the web backend by itself, and of the same journey in headless Chromium: `make bench-web`.

The simulator's server is a separate process, whose CPU time is not counted. Both run in turns, since the speed of a
machine changes within a second. See docs/performance.md for how to read the tables.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # Python looks into a script's own folder only; the harness is beside it

from benchmarks.chromium_cost import measured as chromium_measured  # noqa: E402  # needs the path above
from benchmarks.figures import Estimate, drawn_up, estimated, percentile  # noqa: E402  # needs the path above
from tests.chromium import installed_browser  # noqa: E402  # needs the path above
from tests.terminal.served import Server, simulator  # noqa: E402  # needs the path above

Round = Mapping[str, float]
Figure = Callable[[Round], float]


def web_measured(server: Server, profile: Path, token: str) -> Round:
    """Measure a new process of the web backend."""
    stage = server.stage.url
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.web_client", str(profile), stage],
        input=f"{token}\n",
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        timeout=120,
        check=True,
    )
    values = json.loads(told.stdout)
    first, second = values["first"], values["second"]
    return {**second, "cpu_alone": values["start"] + first["cpu"], "start": values["start"], "memory": values["memory"]}


def played(rounds: int, browser: str | None) -> tuple[list[Round], list[Round]]:
    """Run both in turns, after one round to warm up the machine."""
    ours: list[Round] = []
    theirs: list[Round] = []
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        with simulator(folder) as server:
            profile, token = folder / "sim.toml", (folder / "sim.token").read_text(encoding="utf-8").strip()
            urls = tomllib.loads(profile.read_text(encoding="utf-8"))["servers"]
            for number in range(rounds + 1):
                web = web_measured(server, profile, token)
                other = chromium_measured(browser, server.stage, urls) if browser else {}
                if number:
                    ours.append(web)
                    theirs.append(other)
                print(f"\rround {number} of {rounds}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return ours, theirs


def _told(values: Sequence[float]) -> Estimate:
    return estimated(lambda drawn: percentile([values[at] for at in drawn], 0.5), len(values))


def _cell(values: Sequence[float], unit: str, digits: int = 0) -> str:
    told = _told(values)
    return f"{told.value:.{digits}f} {unit} ({told.low:.{digits}f}-{told.high:.{digits}f})"


def shares(runs: Sequence[Round]) -> str:
    """Draw the table of where the web backend's own CPU time goes."""
    parts: Mapping[str, Figure] = {
        "one journey, CPU": lambda run: run["cpu"],
        "parser and tree": lambda run: run["tree"],
        "finding words, labels, forms, messages": lambda run: run["reading"] - run["tree"],
        "HTTP client, everything else": lambda run: run["cpu"] - run["reading"],
        "one journey, wall": lambda run: run["wall"],
    }
    rows: list[Sequence[str]] = [("web backend", "median (90 %)", "% of its CPU", "% of the wall time")]
    rows.append(("--", "--:", "--:", "--:"))
    for name, figure in parts.items():
        of_cpu, of_wall = (_told([100 * figure(run) / run[whole] for run in runs]).value for whole in ("cpu", "wall"))
        shown = "" if name.endswith("wall") else f"{of_cpu:.0f}"
        rows.append((name, _cell([1000 * figure(run) for run in runs], "ms", 1), shown, f"{of_wall:.0f}"))
    pages = percentile([run["pages"] for run in runs], 0.5)
    return f"{drawn_up(rows)}\n\n{pages:.0f} pages a journey."


def beside(ours: Sequence[Round], theirs: Sequence[Round]) -> str:
    """Draw the table that compares the web backend with the browser."""
    rows: list[Sequence[str]] = [("measure", "web backend", "headless Chromium", "ratio (90 %)")]
    rows.append(("--", "--:", "--:", "--:"))
    for name, key, scale, unit in (
        ("CPU, process started for one journey", "cpu_alone", 1000, "ms"),
        ("CPU, one more journey", "cpu", 1000, "ms"),
        ("wall, one more journey", "wall", 1000, "ms"),
        ("memory", "memory", 1, "MB"),
    ):
        cells = [_cell([run[key] * scale for run in runs], unit) for runs in (ours, theirs)]
        ratios = [other[key] / mine[key] for mine, other in zip(ours, theirs, strict=True)]
        rows.append((name, *cells, _cell(ratios, "x", 1)))
    return drawn_up(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; without Chromium only the first one, and that it is missing."""
    parser = argparse.ArgumentParser(description="Measure the web backend's own CPU time, beside headless Chromium.")
    parser.add_argument("--rounds", type=int, default=15, help="how often both are played (15 or more to trust it)")
    given = parser.parse_args(arguments)
    browser = installed_browser.find()
    ours, theirs = played(given.rounds, browser)
    print(shares(ours))
    print(f"\n{beside(ours, theirs) if browser else installed_browser.MISSING}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

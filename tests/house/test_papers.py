"""The papers and the code say the same."""

from __future__ import annotations

import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest

import ntuh_onboard
from ntuh_onboard.common import errors
from ntuh_onboard.journey import steps
from ntuh_onboard.profiles import hospital_profile
from ntuh_onboard.startup.exits import Exit
from tests.house.sources import faults

ROOT = Path(__file__).resolve().parents[2]
SPEC = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs/spec").iterdir()))
ID = re.compile(r"(?<![A-Za-z0-9-])(?:J[0-9]\.[0-9]|[POCNHTSKR]-[0-9]{2}|RB-[0-9]+|UK-[0-9])(?![0-9])")
CITING = sorted(
    path
    for folder in ("ntuh_onboard", "tests", "tools", "docs", "benchmarks", "examples")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".py", ".md", ".toml", ".po"} and "spec" not in path.parts
)
TEXTS = [*CITING, *(ROOT / name for name in ("README.md", "CHANGELOG.md", "Makefile", "pyproject.toml"))]


def test_every_id_that_is_cited_stands_in_the_requirements() -> None:
    """A reader finds what a test or a docstring names."""
    known = set(ID.findall(SPEC))
    assert faults(CITING, lambda path: set(ID.findall(path.read_text(encoding="utf-8"))) - known) == []


def test_the_requirements_are_all_here() -> None:
    """The pattern finds the ids of every family."""
    families = {each.split("-")[0][0] for each in ID.findall(SPEC)}
    assert families == set("JPOCNHTSKRU")


def test_the_table_of_exit_codes_is_the_one_in_the_code() -> None:
    """Number and name of each, nothing more and nothing less."""
    text = (ROOT / "docs/exit-codes.md").read_text(encoding="utf-8")
    told = {(int(number), name) for number, name in re.findall(r"^\| (\d+) \| (\w+) \|", text, re.MULTILINE)}
    assert told == {(each.value, each.name.casefold()) for each in Exit}


def test_the_architecture_page_names_every_module() -> None:
    """A room that is built stands on the plan, and no room stands there that is not built."""
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    package = Path(ntuh_onboard.__file__).parent
    built = {path.stem for path in package.glob("*.py") if path.stem != "__init__"}
    built |= {path.name for path in package.iterdir() if path.is_dir() and any(path.glob("*.py"))}
    named = set(re.findall(r"[a-z_]+(?=\.py\b)|[a-z_]+(?=/)", text))
    assert built <= named, built - named


def test_every_journey_stands_in_the_glossary() -> None:
    """The words that a person types after --journey."""
    text = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in steps.JOURNEYS)


def test_links_in_the_readme_lead_somewhere() -> None:
    """Every file that it names is there."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all((ROOT / target).exists() for target in re.findall(r"\]\(([^)#:]+)\)", text))


@pytest.mark.parametrize("name", ["run", "build", "dev", "extras"])
def test_every_locked_requirement_has_its_hashes_and_no_address(name: str) -> None:
    """Installable with --require-hashes from any index."""
    lines = (ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    assert lines
    for line in lines:
        assert re.fullmatch(r"[a-z0-9.-]+(\[[a-z]+\])?==\S+( ; [^-]+?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*", line), line


def test_every_direct_dependency_is_locked() -> None:
    """A dependency added to the project is locked in the same commit."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {
        "run": project["project"]["dependencies"],
        "extras": [*project["project"]["dependencies"], *chain(*project["project"]["optional-dependencies"].values())],
        "build": project["dependency-groups"]["build"],
        "dev": [each for each in project["dependency-groups"]["dev"] if isinstance(each, str)],
    }
    for name, requirements in wanted.items():
        locked = re.findall(r"^([a-z0-9.-]+)==", (ROOT / f"requirements/{name}.txt").read_text(), re.MULTILINE)
        assert {re.split(r"[<>=;\s]", each)[0] for each in requirements} <= set(locked), name


def untidy(path: Path) -> list[str]:
    """The lines of this file that end in blanks, and its end where it is missing."""
    text = path.read_text(encoding="utf-8")
    blanks = [
        f"line {number} ends in blanks" for number, line in enumerate(text.split("\n"), 1) if line != line.rstrip(" \t")
    ]
    return blanks if not text or text.endswith("\n") else [*blanks, "the last line has no end"]


def test_no_text_has_lines_that_end_in_spaces_or_a_missing_end() -> None:
    """Plain files."""
    assert faults(TEXTS, untidy) == []


def test_the_staffs_table_of_numbers_is_the_one_in_the_code() -> None:
    """Every number that a card can show, and no other (J0.6)."""
    text = (ROOT / "docs/zh-TW/staff.md").read_text(encoding="utf-8")
    told = {int(number) for number in re.findall(r"^\| (\d{3}) \|", text, re.MULTILINE)}
    kinds = [each for each in vars(errors).values() if isinstance(each, type)]
    assert told == {each.number for each in kinds if issubclass(each, errors.BackendError)}


def test_the_staffs_page_names_every_host_and_library() -> None:
    """Where data goes to is no matter of memory."""
    text = (ROOT / "docs/zh-TW/staff.md").read_text(encoding="utf-8").casefold()
    known = hospital_profile.load()
    for host in ("portal", "account"):
        assert known.hosts[host] in text
    assert known.servers["inner"].removeprefix("https://") in text
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["server"]]
    for each in wanted:
        assert re.split(r"[<>=; ]", each)[0] in text, each

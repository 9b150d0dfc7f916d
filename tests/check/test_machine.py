"""The report for machines: as `docs/check.schema.json` says, with keys that stay."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ntuh_onboard.backend.site.simulator import Site
from ntuh_onboard.backend.web.failures import Why
from ntuh_onboard.check import json_report
from ntuh_onboard.check.expected_words import PAGES
from ntuh_onboard.check.findings import ClockState, KeyringState, State
from ntuh_onboard.check.verdict import EXITS, Verdict, verdict
from ntuh_onboard.check.word_findings import Held, Sort
from tests.check.checks import check, mended
from tests.conftest import ROOT

SCHEMA: dict[str, Any] = json.loads((ROOT / "docs/check.schema.json").read_text(encoding="utf-8"))
KINDS = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "null": lambda value: value is None,
}


def broken(value: Any, schema: dict[str, Any], at: str = "$") -> Iterator[str]:
    """Where a value is not as the schema says; the part of JSON Schema that the file uses, and no other."""
    known = {"$schema", "$defs", "$ref", "title", "description", "type", "enum", "const", "required", "properties"}
    assert schema.keys() <= known | {"additionalProperties", "items"}, at
    if "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]]
    kinds = schema.get("type", [])
    if kinds and not any(KINDS[kind](value) for kind in ([kinds] if isinstance(kinds, str) else kinds)):
        yield f"{at} is no {kinds}"
        return
    if ("enum" in schema and value not in schema["enum"]) or ("const" in schema and value != schema["const"]):
        yield f"{at} is {value!r}"
    if isinstance(value, dict):
        others = schema.get("additionalProperties", False)
        yield from (f"{at} lacks {key}" for key in schema.get("required", []) if key not in value)
        for key, each in value.items():
            below = schema.get("properties", {}).get(key, others)
            yield from [f"{at}.{key} is not known"] if below is False else broken(each, below, f"{at}.{key}")
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from broken(each, schema["items"], f"{at}[{number}]")


def written(site: Site) -> dict[str, Any]:
    """A report, through its line of JSON."""
    line = json_report.as_json(json_report.of_report(check(site)))
    assert line.isascii()
    assert "\n" not in line
    read: dict[str, Any] = json.loads(line)
    return read


def test_a_report_is_as_the_schema_says(site: Site) -> None:
    """Of a site that is well, and of one that is not."""
    assert list(broken(written(site), SCHEMA)) == []
    site.stage.shut("portal")
    down = written(site)
    assert list(broken(down, SCHEMA)) == []
    assert (down["verdict"], down["exit"], down["sites"][0]["why"]) == ("unreachable", 4, "connect")


def test_the_check_of_the_schema_finds_what_is_wrong(site: Site) -> None:
    """A key that is missing, one too many, a wrong kind, a word that is none of those known."""
    good = written(site)
    for spoil, told in (
        (lambda it: it.pop("inside"), "$ lacks inside"),
        (lambda it: it.update(mood="good"), "$.mood is not known"),
        (lambda it: it.update(exit="0"), "$.exit is no integer"),
        (lambda it: it["sites"][0].update(state="fine"), "$.sites[0].state is 'fine'"),
        (lambda it: it["sites"][1]["pages"][0]["words"][2].pop("near"), "$.sites[1].pages[0].words[2] lacks near"),
    ):
        bad = json.loads(json.dumps(good))
        spoil(bad)  # type: ignore[no-untyped-call]  # a lambda takes no annotation
        assert list(broken(bad, SCHEMA)) == [told]


def test_the_schema_names_all_that_can_be_said_and_nothing_else() -> None:
    """The enumerations of the code and of the paper are the same."""
    word, page = SCHEMA["$defs"]["word"]["properties"], SCHEMA["$defs"]["page"]["properties"]
    assert set(SCHEMA["properties"]["verdict"]["enum"]) == {each.value for each in Verdict}
    assert set(page["state"]["enum"]) == {each.value for each in State}
    assert set(page["why"]["enum"]) == {*(each.value for each in Why), None}
    assert set(page["page"]["enum"]) == set(PAGES)
    assert set(word["state"]["enum"]) == {each.value for each in Held}
    assert set(word["sort"]["enum"]) == {each.value for each in Sort}
    assert set(SCHEMA["properties"]["clock"]["properties"]["state"]["enum"]) == {each.value for each in ClockState}
    assert set(SCHEMA["properties"]["keyring"]["properties"]["state"]["enum"]) == {e.value for e in KeyringState}


def test_the_paper_names_every_verdict_with_its_exit() -> None:
    """docs/check.md, row by row."""
    text = (ROOT / "docs/check.md").read_text(encoding="utf-8")
    for each in Verdict:
        assert f"| `{each}` | {int(EXITS[each])} |" in text


def test_near_words_and_lines_are_told_to_machines_too(site: Site, tmp_path: Path) -> None:
    """What a person sees, a ticket can be written from."""
    profile = mended(tmp_path, site, '[words]\nnext = "繼續進行"')
    report = check(site, profile)
    made = json_report.of_report(report)
    assert list(broken(made, SCHEMA)) == []
    word = next(each for each in made["sites"][1]["pages"][1]["words"] if each["key"] == "next")
    assert (word["state"], word["needed"], word["where"]) == ("by_form", True, f"{profile.file}, line 3")
    assert "下一步" in word["near"]
    assert made["exit"] == EXITS[verdict(report)] == 7


@pytest.mark.parametrize("text", ["\x1b[2J", "\u202e", "\u2028"])
def test_nothing_that_steers_a_terminal_is_written(text: str) -> None:
    """One line of ASCII, whatever a page says."""
    assert json_report.as_json({"said": text}).isprintable()

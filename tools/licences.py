"""Print one line for each library of a CycloneDX list: name, version and licences; used by `make sbom`.

python -m tools.licences dist/sbom.json
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any


def lines(listed: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines by name; `unknown` where a library does not tell its licence."""
    for each in sorted(listed.get("components", ()), key=lambda each: str(each["name"]).casefold()):
        yield f"{each['name']} {each.get('version', '')}: {', '.join(_licences(each)) or 'unknown'}"


def _licences(component: Mapping[str, Any]) -> list[str]:
    found = []
    for each in component.get("licenses", ()):
        named = each.get("license", {})
        found.append(each.get("expression") or named.get("id") or named.get("name") or "")
    return list(dict.fromkeys(filter(None, found)))


if __name__ == "__main__":
    print(*lines(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))), sep="\n")

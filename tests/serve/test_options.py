"""Options that would be taken and forgotten are refused, before anything is begun."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from ntuh_onboard.startup.exits import Exit
from tests.journey.test_refused import said

HERE = "the simulated hospital is in this process"


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("serve", "demo", "--key", "k.pem"), "--key goes with --certificate"),
        (("serve", "demo", "--proxy", "http://p:1"), f"--proxy does not go with demo: {HERE}"),
        (("serve", "demo", "--ca-file", "ca.pem"), f"--ca-file does not go with demo: {HERE}"),
        (("kiosk", "demo", "--proxy", "http://p:1"), f"--proxy does not go with demo: {HERE}"),
        (("kiosk", "demo", "--ca-file", "ca.pem"), f"--ca-file does not go with demo: {HERE}"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_what_would_be_forgotten_is_refused(tmp_path: Path, command: Sequence[str], words: str) -> None:
    """The sentence names the option; somebody may have meant https, or the hospital's own pages."""
    file = ("--url-file", "u") if command[0] == "serve" else ()
    assert said(tmp_path, *command, *file) == (Exit.CONFIGURATION, f"{command[0]}: {words}\n")
    assert not [*tmp_path.iterdir()]

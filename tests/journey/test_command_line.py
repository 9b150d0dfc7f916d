"""What stands before a command's name holds as if it stood behind it."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

import pytest

from ntuh_onboard.commands import cli, forget
from ntuh_onboard.common.errors import OnboardError
from ntuh_onboard.startup.exits import Exit

WIZARDS: Sequence[tuple[str, ...]] = (("demo",), ("run",), ("kiosk", "demo"), ("serve", "demo"))
OTHERS: Sequence[tuple[str, ...]] = (("check",), ("profile", "try", "pages"), ("class",), ("handout", "-o", "x.html"))


@pytest.mark.parametrize("command", WIZARDS, ids=" ".join)
def test_options_of_the_wizard_stand_on_either_side_of_the_command(command: tuple[str, ...]) -> None:
    """An option that is taken and then forgotten is worse than one that is refused."""
    options = ("--lang", "en", "--journey", "contact", "--own-device", "--ascii")
    for given in (cli.parser().parse_args([*options, *command]), cli.parser().parse_args([*command, *options])):
        assert (given.language, given.journey, given.own_device, given.ascii) == ("en", "contact", True, True)


@pytest.mark.parametrize("command", WIZARDS, ids=" ".join)
def test_an_option_that_was_not_given_is_none(command: tuple[str, ...]) -> None:
    """Then the settings decide."""
    given = cli.parser().parse_args(command)
    assert [given.language, given.journey, given.own_device, given.ascii] == [None] * 4


@pytest.mark.parametrize("command", OTHERS, ids=" ".join)
def test_the_language_stands_on_either_side_of_the_command(command: tuple[str, ...]) -> None:
    """Also where the command has only this one of the wizard's options."""
    for given in (
        cli.parser().parse_args(["--lang", "en", *command]),
        cli.parser().parse_args([*command, "--lang", "en"]),
    ):
        assert given.language == "en"
    assert cli.parser().parse_args(command).language is None


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (OnboardError("policy.toml, line 3: no"), Exit.CONFIGURATION, "forget: policy.toml, line 3: no\n"),
        (RuntimeError("canary-0x7f-sparrow"), Exit.INTERNAL, "forget: a fault in this program"),
    ],
)
def test_what_no_command_has_foreseen_is_no_traceback(
    error: Exception, status: Exit, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A sentence of ours, or a code for developers; nothing of the error's own text (T-05)."""

    def failing(given: object) -> int:
        raise error

    monkeypatch.setattr(forget, "main", failing)
    assert cli.main(["forget"]) == status
    told = capsys.readouterr()
    assert told.err.startswith(said)
    assert "canary" not in told.err + told.out
    assert "Traceback" not in told.err


@pytest.mark.parametrize("errors", ["strict", "surrogateescape"])
@pytest.mark.parametrize(("encoding", "written"), [("cp1252", rb"\u5b78/x.html"), ("cp950", b"\xbe\xc7/x.html")])
def test_what_the_code_page_lacks_ends_no_command(
    encoding: str, written: bytes, errors: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file's name in a pipe on Windows is written so that it can be read back."""

    def printing(given: object) -> int:
        sys.stdout.write("學/x.html")
        return Exit.DONE

    monkeypatch.setattr(forget, "main", printing)
    kept = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(kept, encoding=encoding, errors=errors))
    assert cli.main(["forget"]) == Exit.DONE
    assert kept.getvalue() == written

"""`ntuh-onboard explain E-3035`: what the code of an error means and what to do, in the words of the screens."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ntuh_onboard.commands.options import of_language
from ntuh_onboard.startup.exits import Exit

if TYPE_CHECKING:
    from ntuh_onboard.commands import Commands
    from ntuh_onboard.common.errors import BackendError
    from ntuh_onboard.journey.step import Step
    from ntuh_onboard.texts.sentences import Texts

_CODE = re.compile(r"(?:E-?)?(?P<mark>[1-9])(?P<number>[0-9]{3})|X-?[0-9]{3}", re.ASCII | re.IGNORECASE)
_INDENT = "  "


def add(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Declare the command."""
    explain = commands.add_parser("explain", help="what the code of an error means, and what to do")
    said = "as the screen shows it: E-3035, or X-123; without it, every error is listed"
    explain.add_argument("error", metavar="CODE", nargs="?", type=_code, help=said)
    of_language(explain, "the explanation")


def main(given: argparse.Namespace) -> int:
    """Print the explanation, or the list; raises SettingsError."""
    from ntuh_onboard.commands.composition import drawable
    from ntuh_onboard.profiles import hospital_profile
    from ntuh_onboard.startup import settings

    texts = drawable(settings.load({"language": given.language}), hospital_profile.load())[0]
    lines = _explained(given.error, texts) if given.error else _listed(texts)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    sys.stdout.write("".join(f"{each}\n" for each in lines))
    return Exit.DONE


def _code(text: str) -> re.Match[str]:
    """Read a code from the command line; raises ArgumentTypeError if no screen ever shows it."""
    from ntuh_onboard.journey.steps import RAIL

    found = _CODE.fullmatch(text.strip())
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} is neither E- with four digits nor X- with three")
    mark, number = found["mark"], found["number"]
    if mark and (int(mark) > len(RAIL) or int(number) not in _errors()):
        raise argparse.ArgumentTypeError(f"{text!r} is the code of no error; `ntuh-onboard explain` lists them all")
    return found


def _errors() -> dict[int, type[BackendError]]:
    """Return every error that has a code, by its number."""
    from ntuh_onboard.common import errors

    family = (each for each in vars(errors).values() if isinstance(each, type))
    kinds = (each for each in family if issubclass(each, errors.BackendError))
    return {each.number: each for each in sorted(kinds, key=lambda each: each.number)}


def _explained(code: re.Match[str], texts: Texts) -> Iterator[str]:
    """Yield the step, what happened there, the ways on, and the help desk with what to say there."""
    from ntuh_onboard.journey.steps import RAIL, STEPS
    from ntuh_onboard.screens.base import refusals

    if code["mark"] is None:
        yield texts.say("explain.fault")
        return
    mark = RAIL[int(code["mark"]) - 1]
    kind = _errors()[int(code["number"])]
    error = kind.__new__(kind)  # what is asked for below goes by its class alone, and some take arguments
    steps = [each for each in STEPS.values() if each.rail == mark]
    yield f"E-{code['mark']}{code['number']}  {texts.say(f'rail.{mark}')}"
    yield from _indented(texts.say(refusals.sentence_at_field(error, each)) for each in steps)
    yield texts.say("explain.ways")
    yield from _indented(_ways(error, steps, texts))
    yield texts.say("ui.desk_title")
    parts = ("title", "say_zh", "say_pinyin", "say_en")
    doors = dict.fromkeys(refusals.desk_for(each, error) for each in steps)
    keys = (f"desk.{door}.{part}" for door in doors for part in parts)
    yield from _indented(texts.say(each) for each in keys if texts.has(each))


def _ways(error: BackendError, steps: Iterable[Step], texts: Texts) -> Iterator[str]:
    from ntuh_onboard.screens.base import refusals
    from ntuh_onboard.screens.base.button_acts import ButtonAct

    yield texts.say(f"next.{error.next}")
    acts = (act for each in steps for act in refusals.acts_for(error, each))
    yield from (texts.say(each.label) for each in acts if each.label and each is not ButtonAct.DESK)


def _indented(lines: Iterable[str]) -> Iterator[str]:
    """Yield each line once."""
    return (f"{_INDENT}{each}" for each in dict.fromkeys(lines))


def _listed(texts: Texts) -> Iterator[str]:
    """Yield what each part of a code says: first the steps, then the errors."""
    from ntuh_onboard.journey.steps import RAIL

    yield texts.say("explain.list")
    yield from (f"E-{at}xxx  {texts.say(f'rail.{mark}')}" for at, mark in enumerate(RAIL, start=1))
    yield from (f"E-x{number:03d}  {texts.say(f'error.{kind.__name__}')}" for number, kind in _errors().items())
    yield f"X-xxx   {texts.say('explain.fault')}"

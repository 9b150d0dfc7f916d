"""The wizard as `ntuh-onboard demo` starts it, over a simulated hospital that a test can watch and disturb.

A kiosk's wizard has the fresh student too, and not somebody else each time.

    python -m tests.terminal.practice_program --stage SOCKET --slow account.activate=0.5 -- demo --lang zh-TW

What the terminal must not show goes over a socket of the test's own: the picture's text, which verbs were called, and
how many commits took effect; the last also into `SOCKET.end` when the wizard has ended.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from multiprocessing.connection import Listener
from pathlib import Path
from typing import Any

from ntuh_onboard.backend import mock
from ntuh_onboard.backend.mock import Practice
from ntuh_onboard.backend.stage import Fault
from ntuh_onboard.commands import cli, composition
from ntuh_onboard.common.clock import SystemClock
from tests.fronts.inside import Asked, Inside, on_screens
from tests.terminal import takes_keys
from tests.terminal.takes_keys import Watched

CANARY = "canary-0x7f-sparrow"
"""Stands in the text and in a local variable of the error that `--crash` raises."""
EVERY = "*"


def main() -> int:
    """Start the wizard with what was asked for; its exit status."""
    asked = parser().parse_args()
    opened = mock.open_practice
    begun: list[Practice] = []

    def open_disturbed(clock: SystemClock, **more: Any) -> Practice:
        practice = opened(clock, **{**more, "cheap_hashes": True, "stranger": False})
        begun.append(practice)
        disturb(practice, asked)
        return practice

    mock.open_practice = open_disturbed
    practise = composition.practice
    composition.practice = lambda chosen, kind, **more: practise(chosen, asked.persona or kind, **more)
    status = cli.main(asked.command)
    for practice in begun:
        if takes_keys.place(asked.stage)[1] == "AF_UNIX":
            Path(f"{asked.stage}.end").write_text(json.dumps(dict(practice.stage.commits())), encoding="utf-8")
    return int(status)


def parser() -> argparse.ArgumentParser:
    """What a test may ask for; behind `--` stands the wizard's own command line."""
    options = argparse.ArgumentParser()
    options.add_argument("--stage", required=True, help="path of the socket to listen on")
    options.add_argument("--slow", action="append", default=[], metavar="VERB=SECONDS", help="`*` means every verb")
    options.add_argument("--fault", action="append", default=[], metavar="VERB=FAULT")
    options.add_argument("--later", action="append", default=[], metavar="VERB=FAULT", help="from its second call on")
    options.add_argument("--switch", action="append", default=[], metavar="NAME=on|off")
    options.add_argument("--persona", default="", metavar="KIND", help="the invented person who is here")
    options.add_argument("--crash", default="", metavar="VERB", help="let this verb raise what nobody expects")
    options.add_argument("command", nargs="+")
    return options


def disturb(practice: Practice, asked: argparse.Namespace) -> None:
    """Let the faults wait, slow the verbs, and answer the test's questions from now on."""
    for verb, fault in pairs(asked.fault):
        practice.stage.inject(verb, Fault(fault))
    for name, value in pairs(asked.switch):
        practice.stage.switch(name, value == "on")
    waits = {verb: float(seconds) for verb, seconds in pairs(asked.slow)}
    later = {verb: Fault(fault) for verb, fault in pairs(asked.later)}
    verbs: list[str] = []

    def before(verb: str) -> None:
        verbs.append(verb)
        if verb in later and verbs.count(verb) > 1:
            practice.stage.inject(verb, later[verb])
        time.sleep(waits.get(verb, waits.get(EVERY, 0.0)))
        if verb == asked.crash:
            crash(verb)

    practice.slow = before
    watched = _watched()
    watched.begin()
    inside, prompted = Inside(practice, asked.persona or "fresh"), Asked()
    inside.asked = lambda: prompted.now() if prompted.now()["number"] else on_screens(watched.apps)
    questions = Listener(*takes_keys.place(asked.stage))
    threading.Thread(target=answer, args=(questions, inside, verbs, asked, watched), daemon=True).start()


def _watched() -> Watched:
    if sys.platform == "win32":
        from tests.windows.watched_console import WatchedConsole

        return WatchedConsole()
    return Watched()


def crash(verb: str) -> None:
    """Raise an error that tells a secret in its text and in a local variable."""
    held = f"{CANARY} in a variable"
    raise RuntimeError(f"{CANARY} at {verb}: {held[:6]}")


def answer(
    questions: Listener, inside: Inside, verbs: list[str], asked_for: argparse.Namespace, watched: Watched
) -> None:
    """Answer `picture`, `commits` and `verbs`; `jump SECONDS` puts the hospital's clock forward.

    `crash VERB` is `--crash` from now on. `rest NUMBER` asks the wizard to say when it takes keys (`takes_keys`).
    `keys UNITS` presses them, on Windows only. What else may be asked stands in `tests.fronts.inside`.
    """
    practice = inside.practice
    while True:
        with suppress(EOFError, ConnectionError), questions.accept() as asked:
            name, _, value = asked.recv_bytes().decode().partition(" ")
            if name == "jump":
                practice.stage.jump(float(value))
            elif name == "crash":
                asked_for.crash = value
            elif name == takes_keys.QUESTION:
                watched.tell(int(value))
            elif name == takes_keys.KEYS:
                watched.press(value)
            facts: Mapping[str, object] = {
                "picture": practice.stage.picture_text(),
                "commits": dict(practice.stage.commits()),
                "verbs": list(verbs),
            }
            told = facts[name] if name in facts else inside.answer(name, value)
            asked.send_bytes(json.dumps(told).encode())


def pairs(texts: list[str]) -> list[tuple[str, str]]:
    """`name=value`, parted."""
    return [(name, value) for name, _, value in (each.partition("=") for each in texts)]


if __name__ == "__main__":
    raise SystemExit(main())

"""A scenario on the plain page of `serve`, in headless Chromium: text into its field, and presses of its buttons."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from multiprocessing.connection import Client
from pathlib import Path
from typing import Any

from ntuh_onboard.journey.idle import JUMP
from ntuh_onboard.journey.journeys import JOURNEYS
from ntuh_onboard.training.scenario_file import Scenario
from tests.fronts.inside import Call, without_leaving
from tests.fronts.prompts import BACK, MENU, Asked, AtPrompts, converse
from tests.serve.server import alive, served, wait
from tests.terminal import takes_keys

_WAITS = """document.querySelector('#question[aria-busy="false"]')?.children.length > 0"""
_ENTER = "document.querySelector('#question button.main').click()"
_JUMP = re.compile(r'do \["jump", ([0-9.]+)\]')
_SLIP = "new Promise(then => setTimeout(then, 650))"
"""A second press of the same button within this time is a slip, and does nothing."""


def on_page(played: Scenario, lang: str, folder: Path) -> list[Call]:
    """By an address that leads to the plain page."""
    from tests.chromium import installed_browser  # not for Windows
    from tests.chromium.window import Window

    path = installed_browser.find()
    assert path is not None, installed_browser.MISSING
    practice = ("--persona", played.persona)
    options = ("--lang", lang, "--journey", played.journey)
    with served(folder, *options, practice=practice) as server, installed_browser.opened(path) as browser:
        window = Window(browser)
        window.go(f"{server.address()}&plain")

        def ask(question: str) -> Any:
            with Client(*takes_keys.place(str(server.stage))) as asked:
                asked.send_bytes(question.encode())
                told = json.loads(asked.recv_bytes())
            if (jumped := _JUMP.match(question)) and float(jumped[1]) >= JUMP:  # the page takes it for a sleep
                wait(lambda: ask("asked")["kind"] == "UNCOVER", "the cover")
            return told

        def asked(question: str) -> Any:
            with suppress(OSError, EOFError):  # the wizard's process has not begun
                return ask(question)
            return None

        def types(question: Asked, line: str) -> None:
            window.wait(lambda: window.run(_WAITS), f"{question} on the page")
            if ask("asked")["number"] == question["number"]:
                window.run(_answering(question, line))

        wait(lambda: asked("asked"), "a wizard")
        converse(asked, AtPrompts(played, ask), types, lambda each: each["step"] == JOURNEYS[played.journey][-1])
        received = without_leaving(ask("journal"))
        (pid,) = server.wizards()
        window.wait(lambda: window.run(_WAITS), "the last question on the page")
        window.run(_ENTER)
        wait(lambda: not alive(pid), "the wizard has ended")
        return list(received)


def _answering(question: Asked, line: str) -> str:
    """A script that answers as somebody at the page does."""
    if line in {BACK, MENU}:
        return f"document.querySelector('[data-sign=\"{line}\"]').click()"
    if question["kind"] in {"TEXT", "SECRET"}:
        return (
            f"document.querySelector('#question input').value = {json.dumps(line)};"
            "document.getElementById('question').requestSubmit()"
        )
    if not line or question["kind"] == "CONFIRM":
        return f"{_SLIP}.then(() => {_ENTER})"
    label = json.dumps(question["options"][int(line) - 1])
    found = f"[...document.querySelectorAll('#question button')].find(each => each.textContent === {label})"
    return f"{_SLIP}.then(() => {found}.click())"

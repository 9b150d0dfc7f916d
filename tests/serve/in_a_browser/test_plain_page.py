"""The plain page in headless Chromium, used as a screen reader does: by headings, labels and buttons, never by place.

axe-core, a widely used checker of accessibility, reads every question of the journey.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from importlib.resources import files
from multiprocessing.connection import Client
from pathlib import Path
from typing import Any

import pytest

from ntuh_onboard.journey.practice_answers import practised
from tests.chromium.installed_browser import Chromium
from tests.chromium.window import Window
from tests.serve.server import Server, alive, served, wait
from tests.terminal import takes_keys
from tests.terminal.student import DEFAULT, EMPLOYEE_ID, PHONE, PLACES

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
SIZES = {"desk": (1280, 800, False), "zoomed": (640, 400, False), "phone": (320, 640, True)}
"""A page zoomed to 200 % is as if its window were half as large."""
COMMITS = ("sign_in", "change_password", "save_contact", "send_code", "verify_code", "activate")
MOST_QUESTIONS = 60
CODE = re.compile(r"(?<![0-9])[0-9]{6}(?![0-9])")
FINISHED = PLACES["done"].title
_QUESTION = """(() => {
  const form = document.getElementById("question");
  if (!form || form.ariaBusy === "true" || !form.children.length) return null;
  const input = form.querySelector("input");
  return {
    heading: document.querySelector("h1").textContent,
    told: document.getElementById("told").innerText,
    label: input ? input.labels[0].textContent : "",
    field: input ? input.name : "",
    picture: form.querySelector("img")?.alt ?? "",
    buttons: [...form.querySelectorAll("button")].map(each => each.textContent),
    main: form.querySelector("button.main")?.textContent ?? "",
    focus: document.activeElement.id || document.activeElement.tagName,
    lang: document.documentElement.lang,
  };
})()"""


_UNMARKED = r"""(() => {
  if (document.documentElement.lang !== "en") return [];
  const found = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const {data, parentElement} = texts.currentNode;
    const marked = parentElement.tagName === "NOSCRIPT" || parentElement.closest("[lang]").lang === "zh-TW";
    if (/\p{Script=Han}/u.test(data) && !marked) found.push(data);
  }
  return found;
})()"""


class Reader:
    """Somebody at the plain page."""

    def __init__(self, window: Window, server: Server) -> None:
        self.window = window
        self.server = server
        self.asked: dict[str, Any] = {}
        self.pressed = ""

    def opens(self) -> None:
        """Come in by an address that leads to the plain page."""
        self.window.go(f"{self.server.address()}&plain")
        self.next()

    def next(self) -> None:
        """Wait for the next question."""

        def new() -> bool:
            asked = self.window.run(_QUESTION)
            if asked is not None and asked != self.asked:
                self.asked = asked
                return True
            return False

        self.window.wait(new, f"another question after {self.asked}")

    def types(self, text: str) -> None:
        """Answer the field with the keyboard, and send it by Enter."""
        self.window.run("document.querySelector('#question input').focus()")
        self.window.ask("Input.insertText", text=text)
        for kind in ("keyDown", "keyUp"):
            self.window.ask("Input.dispatchKeyEvent", type=kind, key="Enter", windowsVirtualKeyCode=13, text="\r")
        self.next()

    def presses(self, name: str) -> None:
        """Press the button of this name, which brings another question."""
        self.clicks(name)
        self.next()

    def clicks(self, name: str) -> None:
        """Press the button of this name; a second press in the same moment would be a slip."""
        if name == self.pressed:
            self.window.run("new Promise(then => setTimeout(then, 650))")
        self.pressed = name
        found = f"[...document.querySelectorAll('button')].find(each => each.textContent === {json.dumps(name)})"
        self.window.run(f"{found}.click()")

    def faults(self) -> list[str]:
        """What axe-core has against the page, Chinese that an English page does not mark, and too wide a page."""
        self.window.run(f"window.axe || (() => {{ {AXE} }})(); true")
        found = self.window.run("axe.run().then(told => told.violations.map(each => each.id + ': ' + each.help))")
        wide = self.window.run("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        chinese = self.window.run(_UNMARKED)
        return [
            *found,
            *(f"not marked as Chinese: {each}" for each in chinese),
            *(["wider than its window"] if wide else []),
        ]

    def code(self) -> str:
        """Wait for the message, which is told below the question, and return its code."""
        found: list[str] = []

        def come() -> bool:
            found[:] = CODE.findall(self.window.run("document.getElementById('told').innerText"))
            return bool(found)

        self.window.wait(come, "a message")
        return found[-1]

    def told_by_hospital(self, question: str) -> Any:
        """What the practice program says, which no student sees."""
        with Client(*takes_keys.place(str(self.server.stage))) as asked:
            asked.send_bytes(question.encode())
            return json.loads(asked.recv_bytes())


@pytest.fixture
def window(browser: Chromium) -> Iterator[Window]:
    made = Window(browser)
    yield made
    made.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["zh-TW", "en"])
def test_the_whole_journey(lang: str, size: str, window: Window, tmp_path: Path, root: Path) -> None:
    """Each commit once; nothing against any question; the page is empty at the end, and its process gone."""
    width, height, touch = SIZES[size]
    window.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=touch)
    pictures = root / "pictures" / "plain-page"
    with served(tmp_path, "--lang", lang, practice=()) as server:
        me = Reader(window, server)
        me.opens()
        (pid,) = server.wizards()
        seen = walk(me, partial(picture, window, pictures, f"{lang}-{size}"))
        assert not {heading: faults for heading, faults in seen.items() if faults}
        assert {
            name.partition(".")[2]: times for name, times in me.told_by_hospital("commits").items() if times
        } == dict.fromkeys(COMMITS, 1)
        me.clicks(me.asked["main"])
        wait(lambda: not alive(pid), "the wizard has ended")
        window.wait(lambda: window.run("document.activeElement.id") == "again", "the page tells the end")
        assert window.run("document.querySelector('#step, header') === null")
        assert me.faults() == []


def picture(window: Window, folder: Path, name: str, heading: str) -> None:
    """Keep what is seen at this question."""
    window.picture(folder / f"{name}-{heading}.png")


def walk(me: Reader, look: Any) -> dict[str, list[str]]:
    """Answer as practised, until the last step; returns what axe-core had against each question."""
    answers = {**practised("onboard"), "employee_id": EMPLOYEE_ID, "portal_password": DEFAULT, "mobile_phone": PHONE}
    found: dict[str, list[str]] = {}
    for at in range(MOST_QUESTIONS):
        asked = me.asked
        found[f"{at} {asked['heading']} {asked['label']}"] = me.faults()
        look(f"{at:02}")
        if any(word in asked["heading"] for word in FINISHED):
            return found
        if not asked["field"]:
            me.presses(asked["main"])
        else:
            me.types(answer(me, answers.get(asked["field"], "")))
    raise AssertionError(found)


def answer(me: Reader, practised_as: str) -> str:
    """What is typed: the code off the page's phone, the picture's as the practice program tells it."""
    if practised_as == "@picture":
        return str(me.told_by_hospital("picture"))
    if practised_as == "@message":
        return me.code()
    return practised_as


def test_a_phone_gets_the_plain_page_by_itself(window: Window, tmp_path: Path) -> None:
    """The terminal is one link away, and stays then; a button that is pressed twice at once counts once."""
    window.ask("Emulation.setDeviceMetricsOverride", width=390, height=844, deviceScaleFactor=1, mobile=True)
    window.ask("Emulation.setTouchEmulationEnabled", enabled=True)
    with served(tmp_path, "--lang", "en", practice=()) as server:
        me = Reader(window, server)
        window.go(server.address())
        me.next()
        window.run("for (const _ of [1, 2]) document.querySelector('#question button.main').click()")
        me.next()
        assert "Start" in me.asked["buttons"]
        window.run("document.querySelector('footer a').click()")
        window.wait(lambda: window.run("!!document.querySelector('.xterm')"), "the terminal")
        assert window.run("location.search") == "?terminal"


def test_what_was_told_can_be_hidden_and_comes_back(window: Window, tmp_path: Path) -> None:
    """Hidden, nothing of the step is on the page, and only one button is."""
    with served(tmp_path, "--lang", "en", practice=()) as server:
        me = Reader(window, server)
        window.go(server.address())
        window.run("document.querySelector('#other a').click()")
        me.next()
        me.presses(me.asked["main"])
        me.presses(me.asked["main"])
        me.presses("Hide this page")
        assert "practice.invalid" not in window.run("document.body.innerText")
        assert me.asked["buttons"] == ["Show it again"]
        assert window.run("document.getElementById('signs').hidden")
        assert me.faults() == []
        me.presses("Show it again")
        assert "practice.invalid" in me.asked["told"]


def test_the_cover_of_a_silence_has_a_way_back(window: Window, tmp_path: Path) -> None:
    """One button, which has the focus, and none that leads elsewhere; the question is asked again."""
    with served(tmp_path, "--lang", "en", practice=()) as server:
        me = Reader(window, server)
        me.opens()
        me.presses(me.asked["main"])
        me.presses(me.asked["main"])
        me.told_by_hospital("jump 241")
        me.next()
        assert me.asked["buttons"] == ["Show it again"]
        assert window.run("document.getElementById('signs').hidden")
        assert "practice.invalid" not in window.run("document.body.innerText")
        assert me.faults() == []
        me.presses("Show it again")
        assert "practice.invalid" in me.asked["told"]


def test_a_closed_menu_leaves_nothing_to_read_again(window: Window, tmp_path: Path) -> None:
    """What was told before it is there as it was."""
    with served(tmp_path, "--lang", "en", practice=()) as server:
        me = Reader(window, server)
        me.opens()
        me.presses(me.asked["main"])
        me.presses(me.asked["main"])
        told = me.asked["told"]
        me.presses("Menu, 中文 / English")
        assert me.asked["told"] != told
        me.presses(me.asked["main"])
        assert me.asked["told"] == told


def test_the_last_words_stay(window: Window, tmp_path: Path) -> None:
    """What was reached can be read when the wizard has ended, as long as it takes."""
    with served(tmp_path, "--lang", "en", practice=()) as server:
        me = Reader(window, server)
        me.opens()
        me.presses(me.asked["main"])
        me.presses(me.asked["main"])
        me.presses("Menu, 中文 / English")
        me.presses("Leave")
        me.clicks(next(each for each in me.asked["buttons"] if each.startswith("Leave")))
        window.wait(lambda: window.run("document.activeElement.id") == "again", "the page tells the end")
        assert "Still to do: Ready" in window.run("document.getElementById('fault').innerText")

"""The inside of a practice program, for a driver that types outside: what is asked, and what the hospital received.

A driver asks over the program's socket: `asked`, `journal`, `look TEXT`, `do JSON`. It types by the front's own means.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ntuh_onboard.backend.mock import Practice
from ntuh_onboard.backend.protocol import Backend, SignInPage
from ntuh_onboard.backend.stage import Carrier, Condition, Fault
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.journey.practice_answers import PRACTISED
from ntuh_onboard.journey.step import Kind
from ntuh_onboard.journey.steps import STEPS
from ntuh_onboard.training.looked_up import looked_up, newest_code

if TYPE_CHECKING:
    from ntuh_onboard.plain.person import Question
    from ntuh_onboard.screens.wizard_app import OnboardApp

Call = list[Any]
"""A verb's name and what it was given, each secret and each code by the name of what it is."""
_DOES: Mapping[str, Callable[..., tuple[Any, ...]]] = {
    "inject": lambda verb, fault, times=1: (verb, Fault(fault), times),
    "carrier": lambda behaviour, times: (Carrier(behaviour), times),
    "befall": lambda who, condition: (who, Condition(condition)),
    "jump": lambda seconds: (seconds,),
    "switch": lambda name, value: (name, value),
}
_CODES = ("@picture", "@message", "@authenticator", "@password", "@cloud")
_SECRETS = {
    PRACTISED[field.id]: field.id
    for step in STEPS.values()
    for field in step.fields
    if field.kind is Kind.SECRET and not field.repeats and field.id in PRACTISED
}


class Inside:
    """What one practice program can tell; `journal` is what its hospital received, in order."""

    def __init__(self, practice: Practice, kind: str) -> None:
        """Note every call of this hospital from now on. kind: the invented person who is here."""
        self.practice = practice
        self.persona = next(each for each in practice.stage.people() if each.kind == kind)
        self.journal: list[Call] = []
        backend = practice.backend
        portal, account, mail = (
            _Noted(name, getattr(backend, name), self._note) for name in ("portal", "account", "mail")
        )
        practice.backend = Backend(backend.name, portal, account, mail)
        self.asked: Callable[[], dict[str, Any]] = dict

    def answer(self, name: str, given: str) -> object:
        """Return what a driver asked for."""
        if name == "do":
            verb, *rest = json.loads(given)
            getattr(self.practice.stage, verb)(*_DOES[verb](*rest))
        told: Mapping[str, Callable[[], object]] = {
            "asked": lambda: {**self.asked(), "calls": len(self.journal)},
            "journal": lambda: list(self.journal),
            "look": lambda: self._looked_up(given),
        }
        return told[name]() if name in told else None

    def _looked_up(self, text: str) -> str:
        stage = self.practice.stage
        return newest_code(stage, self.persona.phone) if text == "@message" else looked_up(text, stage, self.persona)

    def _note(self, verb: str, given: tuple[Any, ...]) -> None:
        self.journal.append([verb, *map(self._named, given)])

    def _named(self, value: object) -> object:
        if isinstance(value, Mapping):
            return {key: self._named(each) for key, each in value.items()}
        text = value.reveal() if isinstance(value, Secret) else str(value)
        known = {self._looked_up(each): each for each in _CODES} | _SECRETS
        return known.get(text, "?" if isinstance(value, Secret) else text) if text else ""


class _Noted:
    """A site whose verbs are noted when they are called."""

    def __init__(self, name: str, site: object, note: Callable[[str, tuple[Any, ...]], None]) -> None:
        self._name, self._site, self._note = name, site, note

    def __getattr__(self, verb: str) -> Callable[..., Any]:
        called = getattr(self._site, verb)

        def noted(*given: Any) -> Any:
            self._note(f"{self._name}.{verb}", given)
            return called(*given)

        return noted


def without_leaving(journal: list[Call]) -> list[Call]:
    """What was received before the end, at which each front signs out in its own time."""
    kept = [*journal]
    while kept and kept[-1][0].endswith(".sign_out"):
        kept.pop()
    return kept


def on_screens(apps: list[OnboardApp]) -> dict[str, Any]:
    """What the newest wizard's screen asks: its step, its fields with what stands in them, and where the focus is."""
    front = apps[-1].front if apps else None
    view = front.frame.view if front is not None else None
    if front is None or view is None:
        return {"step": ""}
    focused = apps[-1].focused
    fields = {}
    for each in view.controls():
        labelled = view.labelled.get(each.id or "")
        if labelled is not None:
            options = [*_options(apps[-1], labelled.asked)]
            fields[labelled.asked.id] = [labelled.asked.kind.name, labelled.text, options]
    return {
        "step": view.step.id,
        "over": front.over,
        "fields": fields,
        "field": focused.id if focused is not None and focused.id in view.labelled else "",
        "focus": (focused.id or type(focused).__name__) if focused is not None else "",
        "act": str(getattr(focused, "act", "") or ""),
        "refused": front.error is not None,
    }


def _options(app: OnboardApp, asked: Any) -> Iterator[str]:
    page = app.scene.walk.journey.learned.get("load.sign_in")
    if asked.loaded and isinstance(page, SignInPage):
        yield from (each.value for each in page.campuses)
    yield from asked.options


class Asked:
    """The question that a front without screens waits with; `now` tells it."""

    def __init__(self) -> None:
        """Know each question from now on, of a terminal and of a page."""
        from ntuh_onboard.plain.console import Console, Lines
        from ntuh_onboard.serve.page_person import PagePerson

        self._question: Question | None = None
        self._number = 0
        told: list[Question] = []
        answer, ask, asked = Console.answer, Lines.ask, PagePerson._asked

        async def console_asks(console: Console, question: Question) -> str:
            told[:] = [question]
            return await answer(console, question)

        def reads(lines: Lines, deliver: Callable[[str | None], None]) -> None:
            ask(lines, deliver)
            self._waits(told[0])

        def page_asks(page: PagePerson, question: Question) -> Any:
            self._waits(question)
            return asked(page, question)

        Console.answer = console_asks  # type: ignore[method-assign,assignment]
        Lines.ask = reads  # type: ignore[method-assign,assignment]
        PagePerson._asked = page_asks  # type: ignore[method-assign,assignment]

    def _waits(self, question: Question) -> None:
        self._question, self._number = replace(question, picture=b""), self._number + 1

    def now(self) -> dict[str, Any]:
        """The question, with a number of its own; nothing before the first."""
        asked = self._question
        if asked is None:
            return {"number": 0}
        return {
            "number": self._number,
            "kind": asked.kind.name,
            "prompt": asked.prompt,
            **{name: getattr(asked, name) for name in ("step", "field", "values", "options", "refused", "advised")},
        }

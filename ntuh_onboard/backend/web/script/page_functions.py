"""What is known of a page's own functions, and of a form that one of them sends."""

from __future__ import annotations

from dataclasses import dataclass

from ntuh_onboard.backend.web.script.tokens import Tokens


@dataclass(frozen=True, slots=True)
class FormSubmit:
    """A form that a script sends without any button.

    Attributes:
        form: its name or id, or `#` and its place on the page; empty for the form that the button is in.
        sets: the names or ids of the boxes that the script fills first, each with its text.
        action: the address that the script gives the form first; empty if the form keeps its own.
        adds: the names and texts of hidden boxes that the script adds to the form.

    """

    form: str
    sets: tuple[tuple[str, str], ...] = ()
    action: str = ""
    adds: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the page's own scripts: its parameters, and the places of its body's tokens."""

    parameters: tuple[str, ...]
    tokens: Tokens
    start: int
    end: int

"""What is heard of a line: words, digits, and of the signs those that espeak-ng says, a screen reader's voice."""

from __future__ import annotations

import re
import subprocess
from functools import cache

VOICE = "espeak-ng"
_HAN = re.compile(r"[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f]+")
_INNER = re.compile(r"(?<=\w)([^\w\s]+)(?=\w)")
_EDGES = re.compile(r"^[^\w]+|[^\w]+$")


def heard(text: str) -> str:
    """What somebody who knows English only hears of this text, line by line, in small letters."""
    return "\n".join(_line(each) for each in text.splitlines())


def _line(line: str) -> str:
    tokens = _HAN.sub(" ", line).split()
    return " ".join(word for each in tokens if (word := _word(each)))


def _word(token: str) -> str:
    if not re.search(r"\w", token):
        return token if _said(f"a {token} b", "a b") else ""
    inner = _INNER.sub(lambda found: found[1] if _said(f"a{found[1]}b", "a b") else " ", token)
    return _EDGES.sub("", inner).lower()


@cache
def _said(text: str, without: str) -> bool:
    return _phonemes(text) != _phonemes(without)


@cache
def _phonemes(text: str) -> str:
    told = subprocess.run([VOICE, "-q", "-x", "-v", "en", "--", text], capture_output=True, text=True, check=True)
    return re.sub(r"[^a-zA-Z@]", "", told.stdout).removeprefix("a")  # pauses and stress say nothing of their own

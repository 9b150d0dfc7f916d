"""Find the boxes that a page's VBScript shows on loading, as old pages do: `MsgBox "帳號或密碼錯誤", 48, "訊息"`."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PROCEDURE = re.compile(
    r"^\s*(?:public\s+|private\s+)?(sub|function)\s+(\w+)(.*?)^\s*end\s+\1\b", re.DOTALL | re.IGNORECASE | re.MULTILINE
)
_BOX = re.compile(r'\bmsgbox\s*\(?\s*((?:"(?:[^"\n]|"")*"|vb\w+|chr\(\d+\)|[\s&+])+)', re.IGNORECASE)
_TEXT = re.compile(r'"((?:[^"\n]|"")*)"|(&)')
_ON_LOADING = frozenset({"window_onload", "document_onload", "body_onload"})


def boxes_shown(script: str) -> Iterator[str]:
    """Yield the texts of its boxes; a procedure that is not called on loading does not count."""
    running = _PROCEDURE.sub(lambda found: found[3] if found[2].casefold() in _ON_LOADING else "", script)
    for box in _BOX.finditer(running):
        text = "".join(each[1].replace('""', '"') for each in _TEXT.finditer(box[1]) if each[1] is not None)
        if text.strip():
            yield text

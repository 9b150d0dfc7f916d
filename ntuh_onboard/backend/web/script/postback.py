"""Read WebForms' script links as the form submissions that they are (from their text; no script is run).

`__doPostBack('target','argument')`: sends the form with these two hidden fields and without a button.
`WebForm_DoPostBackWithOptions(new WebForm_PostBackOptions(target, argument, validates, group, url, focus, submits))`:
does the same if it `submits`; `url`, unless empty, replaces the form's address.
"""

from __future__ import annotations

from dataclasses import dataclass

from ntuh_onboard.backend.web.script.load_effects import Deeds, deeds

TARGET, ARGUMENT = "__EVENTTARGET", "__EVENTARGUMENT"


@dataclass(frozen=True, slots=True)
class PostBack:
    """A submission by script; `url` is the address for this one submission, or empty for the form's own."""

    target: str
    argument: str
    url: str = ""


def of_script(script: str) -> PostBack | None:
    """Return what the script of a link or control sends; None if it sends nothing."""
    text = script.strip()
    if text[:11].casefold() == "javascript:":
        text = text[11:]
    return _of(deeds(text)) if "Post" in text else None


def _of(found: Deeds) -> PostBack | None:
    for name, texts in found.calls:
        if name == "WebForm_PostBackOptions":
            given = (*texts, "", "", "", "")
            return PostBack(given[0], given[1], given[4] if len(texts) > 4 else "")
    for name, texts in found.calls:
        if name == "__doPostBack":
            given = (*texts, "")
            return PostBack(given[0], given[1])
        if name == "setTimeout" and "__doPostBack" in texts[0]:
            return of_script(texts[0])
    return None


def submits_by_itself(script: str) -> bool:
    """Return whether the script leaves sending to its own button (`clientSubmit` is false)."""
    compact = "".join(script.split())
    return "WebForm_PostBackOptions" in compact and compact.rstrip(";").endswith("false))")

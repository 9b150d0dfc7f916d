"""Script links of WebForms, read as the form submission that they are (HTML only; no script is run).

`__doPostBack('target','argument')`: the form with those two hidden fields is sent without any button.
`WebForm_DoPostBackWithOptions(new WebForm_PostBackOptions(target, argument, validates, group, url, focus, submits))`:
the same where it `submits`; `url` replaces the form's address where it is not empty.
"""

from __future__ import annotations

from dataclasses import dataclass

from ntuh_onboard.backend.web.script.load_effects import Deeds, deeds

TARGET, ARGUMENT = "__EVENTTARGET", "__EVENTARGUMENT"


@dataclass(frozen=True, slots=True)
class PostBack:
    """url: an address for this one submission, empty for the form's own."""

    target: str
    argument: str
    url: str = ""


def of_script(script: str) -> PostBack | None:
    """What a link's or a control's script sends; None where it sends nothing."""
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
    """Whether the script leaves the sending to the button that it stands on (`clientSubmit` is false)."""
    compact = "".join(script.split())
    return "WebForm_PostBackOptions" in compact and compact.rstrip(";").endswith("false))")

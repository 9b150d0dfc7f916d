"""Find whatever may sign out on a page without a plain way out: by any word, name, picture or address that says so.

A session must be left, but only a session that is seen to be closed counts as left: a wrong guess here costs a request.
It tells nothing about whether one is signed in (`signed_in` does).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

from ntuh_onboard.backend.web.failures import UnexpectedPage
from ntuh_onboard.backend.web.html.buttons import Act, words_on
from ntuh_onboard.backend.web.html.controls import SUBMITTERS
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.html.tree import Element
from ntuh_onboard.backend.web.http.redirects import Hosts, absolute
from ntuh_onboard.backend.web.profile.general_words import spoken
from ntuh_onboard.backend.web.sites.menu_entries import act_of
from ntuh_onboard.backend.web.sites.page_phrases import Sayings

MOST_WORDS = 24
"""Characters on what is pressed; longer words are a sentence about signing out."""
_SAID = ("title", "aria-label", "alt", "value", "data-title", "data-original-title")
_NAMED = ("id", "name", "href", "onclick", "class", "action", "src", "data-url", "data-href", "data-action")
_QUOTED = re.compile(r"[\"']([^\"'\s<>(){}]{3,200})[\"']")
_LEAVES = re.compile(
    r"(?:Exit|EXIT|Leave|LEAVE|Quit|QUIT|Out|OUT)(?![a-z])|(?<![A-Za-z])(?:leave|exit|quit|bye|goodbye|out(?:form)?)(?![a-z])"
)
"""Parts of a name that may be of another thing too; here that costs a request."""
_NO_PAGE = re.compile(r"\.(?:css|js|png|gif|jpe?g|svg|ico|woff2?)$", re.IGNORECASE)
_ENDING = re.compile(r"\.(?:aspx?|do|action|jspx?|php|cgi|pl|cfm|html?|xhtml|faces|nsf|exe|dll)$", re.IGNORECASE)
_USUAL = ("logout", "signout", "logoff")


def likely_exits(site: Sayings, page: Page) -> Iterator[Act]:
    """Yield what can be pressed on a page, visible or not, that says in any way that it signs out."""
    acts = {each.element: each for each in page.acts}
    buttons = {each.element: each for each in page.controls if each.kind in SUBMITTERS and not each.disabled}
    for element in page.tree.elements:
        if not (element in acts or element in buttons or element.tag in {"a", "area"}) or not _says_out(site, element):
            continue
        act = acts.get(element)
        if act is None and element in buttons:
            act = Act(words_on(buttons[element]), element, control=buttons[element])
        act = act or act_of(page, element)
        if act is not None:
            yield act


def likely_addresses(site: Sayings, page: Page, hosts: Hosts) -> Iterator[str]:
    """Yield addresses that may sign out: those that the page's scripts name, then the usual ones of such a server."""
    named = (hit[1] for text in (page.source, *page.script_files) for hit in _QUOTED.finditer(text))
    spoken_of = [each for each in named if _has_name(site, each) and ("/" in each or _ENDING.search(each))]
    ending = _ENDING.search(urlsplit(page.url).path)
    endings = dict.fromkeys(("", ending[0] if ending else ""))
    usual = [f"{root}{each}{end}" for each in _USUAL for end in endings for root in ("", "/")]
    for each in dict.fromkeys((*spoken_of, *usual)):
        with suppress(UnexpectedPage):
            address = absolute(page.base, each, page.charset)
            if address in hosts and not _NO_PAGE.search(urlsplit(address).path):
                yield address


def _says_out(site: Sayings, element: Element) -> bool:
    inner = [each for each in element.walk() if each.tag in {"img", "i", "span", "svg", "use", "title"}]
    said = [
        spoken(each) for each in (element.raw_text(), *(one.get(key) for one in (element, *inner) for key in _SAID))
    ]
    words = (*site.general.press["way_out"], *map(spoken, site.general.press["sign_out"]))
    if any(word in each for each in said if len(each) <= MOST_WORDS for word in words):
        return True
    around = [each for each in element.above() if each.tag == "form"] if element.tag in {"button", "input"} else []
    named = [one.get(key) for one in (element, *inner, *around) for key in _NAMED]
    return any(_has_name(site, each) or _LEAVES.search(each) for each in named)


def _has_name(site: Sayings, text: str) -> bool:
    return any(part in text.casefold() for part in site.general.names["sign_out"])

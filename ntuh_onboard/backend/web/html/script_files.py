"""Which script files a page needs to be read: its buttons may call functions of a file that all pages share.

Older sites keep one: `<a href="javascript:doAct('save')">` with `doAct` in `common.js`. Libraries are left out: what
they do is not plain (`form_submits`), and they are large.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from ntuh_onboard.backend.web.failures import UnexpectedPage
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.html.page_messages import inline_scripts
from ntuh_onboard.backend.web.http.redirects import Hosts, absolute
from ntuh_onboard.backend.web.script.form_submits import functions_of
from ntuh_onboard.backend.web.script.tokens import tokens_of

MOST_FILES = 4
_LIBRARY = re.compile(
    r"jquery|bootstrap|angular|react|vue|ember|backbone|knockout|prototype|mootools|dojo|ext-|modernizr|respond|html5"
    r"|polyfill|moment|chart|analytics|gtag|recaptcha|WebResource|ScriptResource|\.min\.|swal|sweetalert|toastr",
    re.IGNORECASE,
)
_KNOWN = frozenset({"alert", "confirm", "close", "print", "open", "setTimeout", "__doPostBack", "return", "if", "void"})
_OBJECTS = frozenset({"document", "window", "history", "location", "this", "event", "self", "parent", "top", "$"})


def files_needed(page: Page, hosts: Hosts) -> tuple[str, ...]:
    """Return the addresses of the script files in which a function may be that something on this page calls."""
    files = [*_files(page, hosts)][:MOST_FILES]
    if not files or not any(page.tree.all("form")):
        return ()
    known = functions_of(inline_scripts(page.tree))
    return tuple(files) if any(_calls_another(each, known) for each in _scripts(page)) else ()


def _files(page: Page, hosts: Hosts) -> Iterator[str]:
    for each in page.tree.all("script"):
        source = each.get("src").strip()
        if not source or _LIBRARY.search(source):
            continue
        try:
            address = absolute(page.base, source, page.charset)
        except UnexpectedPage:
            continue
        if address in hosts:
            yield address


def _scripts(page: Page) -> Iterator[str]:
    """Yield the scripts of what can be pressed and leads nowhere else."""
    for each in page.tree.elements:
        href = each.get("href").strip()
        by_script = href[:11].casefold() == "javascript:"
        if each.look.seen and (by_script or href in {"", "#"}) and (each.get("onclick") or by_script):
            yield each.get("onclick") or href[11:]


def _calls_another(script: str, known: Collection[str]) -> bool:
    """Return whether it calls a function that is neither the browser's own nor one of the page's."""
    tokens = tokens_of(script)
    for at in range(len(tokens.all)):
        if tokens.sort(at) == "name" and tokens.is_sign(at + 1, "("):
            begin = tokens.chain(at)
            name = "".join(each.text for each in tokens.all[begin : at + 1])
            if name not in known and name not in _KNOWN and tokens.text(begin) not in _OBJECTS:
                return True
    return False

"""A page after an UpdatePanel's answer: parts replaced, hidden fields renewed, as the page's own script would do it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ntuh_onboard.backend.web.delta import Delta
from ntuh_onboard.backend.web.hidden import Look
from ntuh_onboard.backend.web.page import Page
from ntuh_onboard.backend.web.tree import Element, Tree, parse


def updated(page: Page, delta: Delta) -> Page:
    """The page as it then is. Its address stays; a redirect in the answer is the caller's to follow (`delta.redirect`).

    A control that came with a part belongs to the form around that part. The old page is not changed.
    """
    tree = parse(page.source)
    for panel, html in delta.panels.items():
        if panel in tree.ids:
            _fill(tree.ids[panel], html)
    form = next(iter(tree.all("form")), None)
    if form is not None:
        _renew(form, tree, delta)
    for script in delta.scripts:
        _add(tree.root, "script", {"type": "text/javascript"}, script)
    fresh = _numbered(tree)
    return Page(
        page.source, page.url, charset=page.charset, exact=page.exact, status=page.status, date=page.date, tree=fresh
    )


def _fill(panel: Element, html: str) -> None:
    body = next(iter(parse(f"<body>{html}").all("body")), None)
    panel.children[:] = body.children if body is not None else []
    for child in panel.children:
        if isinstance(child, Element):
            child.parent = panel
            for each in child.walk():
                each.look = each.look & panel.look
                each.mark = -1  # marks are counted anew in each source


def _renew(form: Element, tree: Tree, delta: Delta) -> None:
    """Hidden fields get their new values, new ones are put into the form, and the form its new address."""
    for name, value in delta.hidden.items():
        found = [each for each in tree.all("input") if name in {each.get("name"), each.get("id")}]
        for each in found:
            each.attrs = {**each.attrs, "value": value}
        if not found:
            _add(form, "input", {"type": "hidden", "name": name, "id": name, "value": value})
    if delta.action:
        form.attrs = {**form.attrs, "action": delta.action}


def _add(parent: Element, tag: str, attrs: Mapping[str, str], text: str = "") -> None:
    look = replace(parent.look, displayed=False) if tag == "script" else Look()
    parent.children.append(Element(tag, attrs, parent, 0, look, children=[text] if text else []))


def _numbered(tree: Tree) -> Tree:
    """The tree with its places and ids counted anew."""
    ids: dict[str, Element] = {}
    for place, each in enumerate(tree.root.walk()):
        each.place = place
        if each.get("id"):
            ids.setdefault(each.get("id"), each)
    return Tree(tree.root, ids, tree.pointers)

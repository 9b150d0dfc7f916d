"""Apply an UpdatePanel's answer to a page as its own script would: parts replaced, hidden fields renewed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ntuh_onboard.backend.web.html.answer_views import View
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.html.panel_delta import Delta
from ntuh_onboard.backend.web.html.tree import Element, Tree, parse
from ntuh_onboard.backend.web.html.visibility import Look
from ntuh_onboard.backend.web.http.response import Answer


def updated(page: Page, delta: Delta, answer: Answer | None = None) -> Page:
    """Return the page after the answer. Its address stays; the caller follows a redirect (`delta.redirect`).

    A control that came with a part belongs to the form around that part. The old page is not changed; its scripts have
    run, and what they said is not said again. `answer` is the one that brought the parts.
    """
    tree = _copied(page.tree)
    for panel, html in delta.panels.items():
        if panel in tree.ids:
            _fill(tree.ids[panel], html)
    form = next(iter(tree.all("form")), None)
    if form is not None:
        _renew(form, tree, delta)
    for script in delta.scripts:
        _add(tree.root, "script", {"type": "text/javascript"}, script)
    return View(
        page.source,
        page.url,
        charset=page.charset,
        exact=page.exact and (answer is None or answer.decoded.exact),
        status=page.status if answer is None else answer.status,
        date=page.date if answer is None else answer.date,
        tree=_numbered(tree),
    )


def _copied(tree: Tree) -> Tree:
    """Copy the tree without the scripts, which have run. Without recursion: pages nest deeper than Python does."""
    root = replace(tree.root, children=[])
    twins = {tree.root: root}
    for each in tree.root.walk():
        twin = twins[each]
        for child in each.children if each.tag != "script" else ():
            if isinstance(child, Element):
                twins[child] = replace(child, parent=twin, children=[])
                twin.children.append(twins[child])
            else:
                twin.children.append(child)
        if each.tag == "body":
            twin.attrs = {name: text for name, text in each.attrs.items() if name != "onload"}
    ids = {name: twins[each] for name, each in tree.ids.items()}
    return Tree(root, ids, {mark: twins[form] for mark, form in tree.pointers.items() if form in twins})


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
    """Give hidden fields their new values, put new ones into the form, and give the form its new address."""
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
    """Return the tree with its places and ids counted anew."""
    ids: dict[str, Element] = {}
    for place, each in enumerate(tree.root.walk()):
        each.place = place
        if each.get("id"):
            ids.setdefault(each.get("id"), each)
    return Tree(tree.root, ids, tree.pointers)

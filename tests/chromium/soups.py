"""Tag soup thrown together by chance, with every control under a name of its own.

Of the first 4000 pages three differ, all alike and none of those that are tested: where a form was "closed" within a
table opened in it and a second form follows, Chromium ends the first one with the second; the standard does not.
"""

from __future__ import annotations

import random

_TAGS = (
    "<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<tbody>", "<caption>", "<div>", "</div>", "<p>", "</p>",
    "<b>", "</b>", "<font color=red>", "</font>", "<center>", "</center>", "<ul>", "<li>", "</ul>", "<h2>", "</h2>",
    "<a name=x>", "</a>", "<label>", "</label>", "<fieldset>", "<fieldset disabled>", "</fieldset>", "<legend>",
    "</legend>", "<blockquote>", "</span>", "<br>", "</br>", "text", "&nbsp;", "<!-- <form> -->", "<hr>", "<i>", "</i>",
)  # fmt: skip
_OPEN, _CLOSE = '<form id="f{n}" action="/sink?f={n}" method="post">', "</form>"
_CONTROLS = (
    '<input name="c{n}" value="{n}">',
    '<input type="hidden" name="c{n}" value="{n}">',
    '<input type="checkbox" name="c{n}" checked>',
    '<input type="radio" name="c{n}" value="{n}" checked>',
    '<input name="c{n}" value="{n}" disabled>',
    '<input name="c{n}" value="{n}" form="f{f}">',
    '<textarea name="c{n}">\n{n}</textarea>',
    '<select name="c{n}"><option value="a">A<option value="b" selected>B</select>',
    '<button name="c{n}" value="{n}">B</button>',
    '<input type="submit" name="c{n}" value="{n}">',
)
GO = '<input type="submit" id="go" name="go" value="Go">'


def soup(seed: int) -> str:
    """A page of forms, controls and tags in no order; one submit button `go` is always among them."""
    chance = random.Random(seed)  # noqa: S311  # the same page for the same number; nothing is kept secret by it
    pieces = []
    for number in range(chance.randint(12, 60)):
        kind = chance.random()
        if kind < 0.1:
            pieces.append(_OPEN.format(n=number))
        elif kind < 0.16:
            pieces.append(_CLOSE)
        elif kind < 0.42:
            pieces.append(chance.choice(_CONTROLS).format(n=number, f=chance.randrange(number + 1)))
        else:
            pieces.append(chance.choice(_TAGS))
    pieces.insert(0, _OPEN.format(n="first"))
    pieces.insert(chance.randint(1, len(pieces)), GO)
    return "<!doctype html><title>soup</title><body>" + "".join(pieces)

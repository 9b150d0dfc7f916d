"""How large a page may be: by what reading it costs, not by how many tags or colours it has."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html.page import Clue, Page
from ntuh_onboard.backend.web.html.source_marks import MOST_ELEMENTS, marked

URL = "https://portal.example/"
BOX = "<form method=post>帳號 <input name=u></form>"
TAGS = (
    "b", "i", "font", "u", "a", "p", "div", "table", "tr", "td", "li", "ul", "span", "input", "h1", "form", "nobr",
    "caption", "th", "tbody",
)  # fmt: skip
PIECES = [" ", "x", *(piece for tag in TAGS for piece in (f"<{tag}>", f"<{tag} c=1>", f"<{tag} c=2>", f"</{tag}>"))]


def rows(count: int, columns: int, cell: str) -> str:
    """A list; `{0}` in the cell is one of sixty colours."""
    cells = (cell.format(f"#{at % 60:06x}") for at in range(count * columns))
    return "<table>" + "".join("<tr>" + "".join(next(cells) for _ in range(columns)) for _ in range(count)) + "</table>"


LARGE = {
    "250 rows in 60 colours": rows(250, 15, "<td><font color={0}><b>門診</b></font></td>"),
    "250 rows in 60 colours, nothing closed": rows(250, 15, "<td><font color={0}><b>門診"),
    "1900 rows": rows(1900, 15, "<td><b>門診</b></td>"),
    "a list in 60 colours, never closed": "".join(f"<li><font color=#{at % 60:06x}>公告" for at in range(250)),
    "all in the same three": "<font face=a><b><i>" + "<div>公告</div>" * 9000 + "</i></b></font>",
    "a choice of 5000": "<select>" + "<option>單位" * 5000 + "</select>",
    "300 links in bold, each a line": "<p><b><a href=x>公告</a></b>" * 300,
}


@pytest.mark.parametrize("kind", LARGE)
def test_a_large_page_is_read(kind: str) -> None:
    """A ward's list of notices or of patients is larger than a sign-in page, and ordinary."""
    assert Page(LARGE[kind] + BOX, URL).field(Clue(("帳號",))).name == "u"


TOO_LARGE = {
    "elements": "<i></i>" * (MOST_ELEMENTS + 1),
    "opened again and again": "<p>" + "".join(f"<b a={at}>" for at in range(400)) + "</p>" + "<p>x" * 500,
    "opened again, heavy": "<p>" + "".join(f"<b a=1 b=2 c=3 d=4 e=5 f={at}>" for at in range(300)) + "<p>x" * 200,
    "open at once": "".join(f"<b a={at}>" for at in range(600)),
    "options": "<select>" + "<option>" * 20_000,
}


@pytest.mark.parametrize("kind", TOO_LARGE)
def test_a_page_that_would_cost_too_much_is_refused_before_it_is_parsed(kind: str) -> None:
    """The parser itself has no limit."""
    with pytest.raises(UnexpectedPage) as refused:
        marked(TOO_LARGE[kind])
    assert refused.value.why is Why.TOO_COMPLEX


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=150))
def test_no_page_makes_many_more_elements_than_were_reckoned(thrown: list[str]) -> None:
    """Held against the parser on soups thrown by chance: what it copies of elements that cross is not reckoned."""
    source = "".join(thrown)
    root = LexborHTMLParser(f"<body>{source}").root
    assert root is not None
    ends = sum(each.startswith("</") for each in thrown)
    assert sum(1 for _ in root.traverse()) <= 4 + 2 * marked(source).elements + ends

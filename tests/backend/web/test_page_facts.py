"""A fact that a page shows is never taken from a box that stands near it, nor the box from the fact (J3.1, J6.1)."""

from __future__ import annotations

import pytest

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html.page import Clue, Page

STAFF = Clue(("員工編號",))
SURNAME = '<input name=a value="Chen" placeholder="英文姓">'
FACTS = "<tr><td>員工編號：</td><td>104567</td></tr>"
WIDE = f"<tr><td colspan=2>{SURNAME}</td></tr>"
ABOVE = {
    "in a table of their own": f"<tr><td colspan=2><table>{FACTS}</table></td></tr>{WIDE}",
    "in a table in one cell": f"<tr><td><table>{FACTS}</table></td></tr><tr><td>{SURNAME}</td></tr>",
    "in the row above": FACTS + WIDE,
}


@pytest.mark.parametrize("where", ABOVE)
def test_a_box_below_facts_does_not_take_their_names(where: str) -> None:
    """The fact is what stands beside its name; the box has a name of its own, in it."""
    page = Page(f"<form><table>{ABOVE[where]}</table></form>", "http://127.0.0.1/")
    assert page.shown(STAFF) == "104567"
    assert page.field(Clue(("英文姓",))).value == "Chen"
    with pytest.raises(UnexpectedPage) as missing:
        page.field(STAFF)
    assert missing.value.why is Why.NOT_FOUND


@pytest.mark.parametrize(
    "above",
    [
        "<tr><td>英文姓</td></tr><tr><td>{}</td></tr>",
        "<tr><td colspan=2>英文姓</td></tr><tr><td>{}</td><td>ex:Chen</td></tr>",
        "<tr><td>英文姓</td><td></td></tr><tr><td colspan=2>{}</td></tr>",
        "<tr><td><table><tr><td>英文姓</td></tr></table></td></tr><tr><td>{}</td></tr>",
        "<tr><th>英文姓</th><th>英文首名</th></tr><tr><td>{}</td><td><input name=b></td></tr>",
    ],
)
def test_a_name_above_a_box_is_still_its_name(above: str) -> None:
    """One cell with words, whatever its width; and the head of the box's own column."""
    box = "<input name=a value=Chen>"
    page = Page(f"<form><table>{above.format(box)}</table></form>", "http://127.0.0.1/")
    assert page.field(Clue(("英文姓",))).name == "a"

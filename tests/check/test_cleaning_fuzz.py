"""Cleaning on generated and on broken pages: the same fields, and nothing but an answer or our error."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ntuh_onboard.backend.web.failures import UnexpectedPage
from ntuh_onboard.backend.web.html.page import Clue, Page
from ntuh_onboard.backend.web.profile.site_profile import load_site
from ntuh_onboard.check.page_cleaning import cleaned
from ntuh_onboard.check.personal_texts import PERSONAL
from ntuh_onboard.check.scrubbing import SOMEBODY
from tests.backend.web.generated import Truth, truths
from tests.check.canaries import full

URL = "https://portal.example/a.aspx"
PROFILE = load_site()
SOMEBODYS = {PROFILE.words[key] for key in PERSONAL}


@settings(max_examples=60)
@given(truths(without=SOMEBODYS))
def test_a_kept_page_has_the_fields_of_the_page_itself(truth: Truth) -> None:
    """By the same words, in every way in which a page can place them.

    Pages that ask for a name or a telephone number stand behind a sign-in: of those, too much rather than too little
    is left out.
    """
    page = Page(cleaned(Page(truth.html, URL), PROFILE), URL)
    for each in truth.fields:
        assert page.field(Clue((each.words,))).name == each.name


@settings(max_examples=60)
@example([(679, 11)])  # two parts of one line are somebody's, the second time as well
@example([(2199, 49)])  # a token is cut so that its figures, made zeros, were a token again
@given(st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 60)), max_size=6))
def test_a_broken_page_is_cleaned_or_refused(cuts: list[tuple[int, int]]) -> None:
    """Whatever is cut out of it; what was cleaned is a page again, and cleaning it once more adds nothing."""
    source = full()
    for at, length in cuts:
        source = source[:at] + source[at + length :]
    with suppress(UnexpectedPage):
        page = Page(cleaned(Page(source, URL), PROFILE), URL)
        again = Page(cleaned(page, PROFILE), URL)
        assert without(again) <= without(page)


def without(page: Page) -> set[str]:
    """The lines of a page without those who may have been put into them."""
    return {"".join(each.replace(SOMEBODY, "").split()) for each in page.lines} | {""}

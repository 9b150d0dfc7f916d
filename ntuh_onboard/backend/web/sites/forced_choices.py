"""Choose what a form leaves no choice about: the only option there is, or the one of the hospital's own mail domain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ntuh_onboard.backend.web.html.controls import Control, Kind
from ntuh_onboard.backend.web.html.form_draft import Draft
from ntuh_onboard.backend.web.html.word_forms import is_request


def chosen_where_forced(draft: Draft, wanting: Iterable[Control], domain: str) -> Iterator[Control]:
    """Choose in each of these boxes what is the only thing to choose; yield the boxes that are left."""
    for each in wanting:
        given = [one for one in each.options if not (one.disabled or is_request(one.label)) and one.value.strip()]
        ours = [one for one in given if domain and domain in one.label.casefold()]
        forced = given if len(given) == 1 else ours
        if each.kind is Kind.CHOICE and len(forced) == 1:
            draft.choose(each, forced[0].value)
        else:
            yield each

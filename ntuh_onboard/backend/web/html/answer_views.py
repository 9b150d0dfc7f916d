"""Pages that came as the answer to a form: their address, asked again, may show another page.

WebForms pages often change their view at one address (a MultiView). What the answer held is then nowhere else.
"""

from __future__ import annotations

from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.http.response import Answer


class View(Page):
    """Such a page: the next act goes on from it, because asking for its address may lead back to the beginning."""


def page_of(answer: Answer) -> Page:
    """Return the page of an answer, as a `View` if a form was answered without a redirect."""
    return (View if answer.posted and not answer.hops else Page).of(answer)

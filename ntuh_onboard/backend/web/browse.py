"""From an answer to a page: moves that a page makes by itself are followed as redirects are, five in all (H-01)."""

from __future__ import annotations

from ntuh_onboard.backend.web.answer import Answer
from ntuh_onboard.backend.web.client import Client
from ntuh_onboard.backend.web.failures import AnswerLost, UnexpectedPage, Unreachable, Untrusted, Why, without_past
from ntuh_onboard.backend.web.page import Page
from ntuh_onboard.backend.web.submission import Submission

MOST_FRAMES = 10


def open_page(client: Client, url: str) -> Page:
    """Read the page at an address, and on to where it leads."""
    with client.exchange():
        return settled(client, client.get(url))


def press(client: Client, submission: Submission, *, commit: bool) -> Page:
    """Send a form or follow a link, and read the page that comes of it.

    commit: it changes something at the hospital. Then whatever goes wrong once it has been sent, on the way to a page
    that can be read, is `AnswerLost` (H-12, R-01).
    """
    with client.exchange():
        answer = client.send(submission, commit=commit)
        if not commit:
            return settled(client, answer)
        try:
            return settled(client, answer)
        except (Unreachable, Untrusted, UnexpectedPage) as failed:
            why = failed.why
    raise without_past(AnswerLost(why))


def frame_pages(client: Client, page: Page) -> tuple[Page, ...]:
    """The pages in the frames of a page, and in theirs; frames of servers that may not be asked are left out.

    All under one deadline, and no more than a page for people has: else UnexpectedPage (H-07).
    """
    found: list[Page] = []
    waiting = [*page.frames]
    with client.exchange():
        while waiting:
            frame = waiting.pop(0)
            if frame.url not in client.hosts:
                continue
            if len(found) == MOST_FRAMES:
                raise UnexpectedPage(Why.TOO_COMPLEX)
            found.append(open_page(client, frame.url))
            waiting += found[-1].frames
    return tuple(found)


def settled(client: Client, answer: Answer) -> Page:
    """The page of an answer, or the one that it moves on to by itself."""
    page = Page.of(answer)
    while page.move is not None:
        if answer.hops >= client.limits.hops:
            raise UnexpectedPage(Why.REDIRECTS)
        answer = client.get(page.move.url, hops=answer.hops + 1)
        page = Page.of(answer)
    return page

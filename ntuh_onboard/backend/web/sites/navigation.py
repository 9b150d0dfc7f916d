"""Get from an answer to a page: what a page does by itself, to move on or to send a form, is followed like redirects.

At most five in all (H-01); what the passed pages said is kept with the page that they led to.
"""

from __future__ import annotations

from ntuh_onboard.backend.web.failures import UnexpectedPage, Unreachable, Untrusted, Why, unknown, without_past
from ntuh_onboard.backend.web.html import panel_delta
from ntuh_onboard.backend.web.html.answer_views import page_of
from ntuh_onboard.backend.web.html.form_draft import Draft
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.html.update_panels import updated
from ntuh_onboard.backend.web.http.client import Client
from ntuh_onboard.backend.web.http.redirects import absolute, origin
from ntuh_onboard.backend.web.http.response import Answer
from ntuh_onboard.backend.web.http.submission import Submission

MOST_FRAMES = 10
_NO_SUCH_PAGE = frozenset({400, 403, 404, 405, 410, 500})
"""Statuses that are about one page; others (401, 429, 503 ...) are about the whole site."""
_PARTS = frozenset({"text/plain", "text/html", ""})
"""Types that an UpdatePanel's answer comes as."""


def open_page(client: Client, url: str) -> Page:
    """Read the page at an address, and follow it to where it leads."""
    with client.exchange():
        return settled(client, client.get(url))


def first_page(client: Client, url: str) -> Page:
    """Read the page at which a site begins; if that is an error, or leads in a circle, the site's `/`.

    Pages move, and a site may be known by its address alone.
    """
    root = f"{origin(url)}/"
    with client.exchange():
        page = failed = None
        try:
            page = open_page(client, url)
        except UnexpectedPage as circle:
            if circle.why is not Why.REDIRECTS or url == root:
                raise
            failed = circle
        if page is not None and (url == root or not _is_error(page)):
            return page
        other = _readable(client, root)
    if other is not None:
        return other
    if page is None:
        raise failed or UnexpectedPage(Why.REDIRECTS)
    return page


def _readable(client: Client, url: str) -> Page | None:
    try:
        page = open_page(client, url)
    except (Unreachable, Untrusted, UnexpectedPage):
        return None
    return None if _is_error(page) else page


def press(client: Client, submission: Submission, *, commit: bool, on: Page | None = None) -> Page:
    """Send a form or follow a link, and read the resulting page.

    Args:
        client: sends it.
        submission: what is sent.
        commit: whether it changes something at the hospital. Then whatever goes wrong after it was sent, on the way to
            a page that can be read, is `AnswerLost` (H-12, R-01).
        on: the page that it is on, a part of which the answer may renew.

    """
    with client.exchange():
        answer = client.send(submission, commit=commit)
        if not commit:
            return settled(client, answer, on)
        try:
            return settled(client, answer, on)
        except (Unreachable, Untrusted, UnexpectedPage) as failed:
            why = failed.why
    raise without_past(unknown(why))


def frame_pages(client: Client, page: Page) -> tuple[Page, ...]:
    """Read the pages in the frames of a page, and in theirs, without frames of servers that may not be asked.

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


def _is_error(page: Page) -> bool:
    """Return whether a page says that there is no such page here, by its status or as ASP.NET's own error page."""
    return page.status in _NO_SUCH_PAGE or "aspxerrorpath=" in page.url.casefold()


def settled(client: Client, answer: Answer, on: Page | None = None) -> Page:
    """Return the page of an answer, or the one it moves on to by itself; `on`: the page whose form was answered."""
    parts = None if on is None else _parts(answer)
    if on is None or parts is None:
        page = page_of(answer)
    elif parts.redirect:
        answer = _moved(client, answer, absolute(on.base, parts.redirect, on.charset))
        page = page_of(answer)
    else:
        page = updated(on, parts, answer)
    passed: tuple[Page, ...] = ()
    while page.move is not None or page.sending is not None:
        passed = (*passed, page)
        if len(passed) > client.limits.hops:
            raise UnexpectedPage(Why.REDIRECTS)
        answer = _sent(client, page, answer) if page.move is None else _moved(client, answer, page.move.url)
        page = page_of(answer)
        page.passed = passed
    return page


def _sent(client: Client, page: Page, answer: Answer) -> Answer:
    """Send the form that a page sends by itself, and return the answer; only to servers that may be asked."""
    assert page.sending is not None  # noqa: S101  # it was asked for that
    if answer.hops >= client.limits.hops:
        raise UnexpectedPage(Why.REDIRECTS)
    draft = Draft(page.sending, page.controls, page.url, page.base, page.charset)
    return client.send(draft.by_itself(), commit=False)


def _parts(answer: Answer) -> panel_delta.Delta | None:
    """Return the parts of an UpdatePanel's answer to a form; None if it is none. An error in it is no page."""
    text = answer.decoded.text if answer.posted and not answer.hops and answer.kind in _PARTS else ""
    if not panel_delta.is_delta(text):
        return None
    found = panel_delta.read(text)
    if found.error:
        raise UnexpectedPage(Why.SERVER)
    return found


def _moved(client: Client, answer: Answer, url: str) -> Answer:
    if answer.hops >= client.limits.hops:
        raise UnexpectedPage(Why.REDIRECTS)
    return client.get(url, hops=answer.hops + 1)

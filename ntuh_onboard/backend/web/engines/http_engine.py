"""The engine without a browser: the safe client, and a reader of what came.

What a page does by itself, to move on or to send a form, is followed like redirects, at most five in all (H-01); what
the passed pages said is kept with the page that they led to.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from ntuh_onboard.backend.web.failures import UnexpectedPage, Unreachable, Untrusted, Why, unknown, without_past
from ntuh_onboard.backend.web.html import panel_delta
from ntuh_onboard.backend.web.html.answer_views import page_of
from ntuh_onboard.backend.web.html.buttons import Act
from ntuh_onboard.backend.web.html.embedded_addresses import Image
from ntuh_onboard.backend.web.html.form_draft import Draft
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.html.picture_codes import is_picture
from ntuh_onboard.backend.web.html.script_files import files_needed
from ntuh_onboard.backend.web.html.update_panels import updated
from ntuh_onboard.backend.web.http.client import Client
from ntuh_onboard.backend.web.http.cookies import Cookie
from ntuh_onboard.backend.web.http.redirects import Hosts, absolute
from ntuh_onboard.backend.web.http.response import Answer
from ntuh_onboard.backend.web.http.submission import Submission

MOST_FRAMES = 10
_PARTS = frozenset({"text/plain", "text/html", ""})
"""Types that an UpdatePanel's answer comes as."""


class HttpEngine:
    """The engine over one client."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self._sent_to = ""

    @property
    def hosts(self) -> Hosts:
        """The servers that may be contacted."""
        return self.client.hosts

    @property
    def went_to(self) -> str:
        """Where the answer to the last form has led."""
        return self.client.went_to

    @property
    def sent_to(self) -> str:
        """The address of the form sent last."""
        return self._sent_to

    def together(self) -> AbstractContextManager[object]:
        """Put everything inside under one deadline."""
        return self.client.exchange()

    def open(self, url: str) -> Page:
        """Read the page at an address, and follow it to where it leads."""
        with self.client.exchange():
            return settled(self.client, self.client.get(url))

    def follow(self, page: Page, act: Act) -> Page:
        """Follow a link, or send the form of a button as it is; a link within the page leads nowhere else."""
        if act.within:
            return page
        return self.open(act.url) if act.url else self.press(page, page.draft(act), act, commit=False)

    def press(self, page: Page, draft: Draft, act: Act, *, commit: bool) -> Page:
        """Send a form, and read the resulting page; a part of the page may come as the answer."""
        submission = draft.press(act)
        if commit and not submission.posts:
            raise UnexpectedPage(Why.FORM)
        return self.send(submission, commit=commit, on=page)

    def send(self, submission: Submission, *, commit: bool, on: Page | None = None) -> Page:
        """Send what a form sends, and read the resulting page; `on`: the page of the form."""
        self._sent_to = submission.address
        with self.client.exchange():
            answer = self.client.send(submission, commit=commit)
            if not commit:
                return settled(self.client, answer, on)
            try:
                return settled(self.client, answer, on)
            except (Unreachable, Untrusted, UnexpectedPage) as failed:
                why = failed.why
        raise without_past(unknown(why))

    def frames(self, page: Page) -> tuple[Page, ...]:
        """Read the pages in the frames of a page, and in theirs, without frames of servers that may not be asked.

        All under one deadline, and no more than a page for people has: else UnexpectedPage (H-07).
        """
        found: list[Page] = []
        waiting = [*page.frames]
        with self.client.exchange():
            while waiting:
                frame = waiting.pop(0)
                if frame.url not in self.hosts:
                    continue
                if len(found) == MOST_FRAMES:
                    raise UnexpectedPage(Why.TOO_COMPLEX)
                found.append(self.open(frame.url))
                waiting += found[-1].frames
        return tuple(found)

    def picture(self, page: Page, shown: Image) -> bytes | Page:
        """Ask for the picture again; the server draws another one."""
        answer = self.client.picture(shown.url)
        if is_picture(answer.body):
            return answer.body
        with self.client.exchange():
            return settled(self.client, answer)

    def cookies(self) -> tuple[Cookie, ...]:
        """Return the cookies of now, for another engine that goes on."""
        return self.client.cookies()

    def session(self) -> Callable[[], None]:
        """Return what brings back the cookies of now."""
        return self.client.session()

    def left(self, page: Page) -> bool:
        """Return False: a page that was read can be used at any time."""
        del page
        return False

    def shown_now(self, page: Page) -> Page:
        """Return the page: without a browser nothing changes what was read."""
        return page

    def forget(self) -> None:
        """Begin a new session at every server."""
        self.client.forget()

    def close(self) -> None:
        """Abort what is running, and forget everything."""
        self.client.close()


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
    page.script_files = tuple(client.text(each) for each in files_needed(page, client.hosts))
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

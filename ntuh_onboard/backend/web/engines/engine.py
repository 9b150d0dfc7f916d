"""The port between the page sequences and what opens and presses pages: a plain client, or a real browser.

A sequence opens an address, reads the `Page`, fills in a `Draft` of one of its forms, and presses an `Act`; it gets the
page that followed. Which engine does it makes no difference to what is looked for, or to how an answer is judged.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from ntuh_onboard.backend.web.html.buttons import Act
from ntuh_onboard.backend.web.html.embedded_addresses import Image
from ntuh_onboard.backend.web.html.form_draft import Draft
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.http.redirects import Hosts


class Engine(Protocol):
    """One student's way to the servers of one site: cookies and pages are its own. Used by one thread at a time.

    Every method raises Unreachable, Untrusted or UnexpectedPage; a commit also AnswerLost.

    """

    @property
    def hosts(self) -> Hosts:
        """The servers that may be contacted."""

    @property
    def went_to(self) -> str:
        """Where the answer to the last form has led, at one of these servers, or empty. It may contain a session."""

    @property
    def sent_to(self) -> str:
        """The address of the form sent last."""

    def together(self) -> AbstractContextManager[object]:
        """Put everything inside under one deadline."""

    def open(self, url: str) -> Page:
        """Read the page at an address, and follow it to where it leads."""

    def follow(self, page: Page, act: Act) -> Page:
        """Press a link or a button of this page, with nothing filled in; no commit."""

    def press(self, page: Page, draft: Draft, act: Act, *, commit: bool) -> Page:
        """Fill in this form of the page, press what sends it, once, and return the page that follows.

        With `commit` it changes something at the hospital: then whatever goes wrong after it was sent, on the way to a
        page that can be read, is `AnswerLost` (H-12, R-01), and nothing is sent that would put what was typed into an
        address (H-10).
        """

    def frames(self, page: Page) -> tuple[Page, ...]:
        """Return the pages in the frames of a page, and in theirs, without those of servers that may not be asked."""

    def picture(self, page: Page, shown: Image) -> bytes | Page:
        """Return the bytes of another picture code in place of the one shown (C-01); a page if that was the answer."""

    def session(self) -> Callable[[], None]:
        """Return what brings back the cookies of now, after a page that may have begun another session."""

    def left(self, page: Page) -> bool:
        """Return whether this page cannot be used any more, because another one has taken its place."""

    def shown_now(self, page: Page) -> Page:
        """Return a kept view as it is now, gone back to where a script has put another in its place.

        The same page is returned where it cannot have changed, and where nothing leads back to it.
        """

    def forget(self) -> None:
        """Begin a new session at every server."""

    def close(self) -> None:
        """Abort what is running, and forget everything. May be called from any thread."""

"""Press something in a tab, and find out what came of it: a page, or that an answer was lost.

Boxes that a script draws over the page are met as a person would meet them: one that only tells is closed, and what it
said counts as said; one that asks whether to go on, before anything was sent, is answered with yes, since the student
was asked that already.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from ntuh_onboard.backend.web.engines.browser.rendered_page import ACCEPT, BOX, PROMPT, LivePage, lines_without
from ntuh_onboard.backend.web.engines.browser.tab import OURS, Tab
from ntuh_onboard.backend.web.failures import UnexpectedPage, Why, unknown, without_past
from ntuh_onboard.backend.web.html.box_buttons import the_only, yes_of
from ntuh_onboard.backend.web.html.buttons import Act, best
from ntuh_onboard.backend.web.html.controls import FILLED
from ntuh_onboard.backend.web.html.form_draft import Draft
from ntuh_onboard.backend.web.html.new_words import Standing, standing
from ntuh_onboard.backend.web.html.word_forms import plain
from ntuh_onboard.profiles.control_words import control_words

MOST_BOXES = 4
FIRST, FIRST_OF_COMMIT = 0.5, 2.0
"""Seconds for the first thing to happen after a press."""
ENABLED, CLICK = 15.0, 1.5
"""Seconds for a button to become free (a countdown), and for a click."""


class Pressing:
    """The presses of one tab. `back`: words that lead from an inner page to its menu."""

    def __init__(self, tab: Tab, back: Sequence[str]) -> None:
        self._tab = tab
        self._back = back

    async def follow(self, page: LivePage, act: Act) -> LivePage:
        """Press a link or a button; on a page that is gone, what now has the same words."""
        if page.at.token == BOX:
            return await self._box(None)
        found, where = await self._found(page, act)
        return await self._pressed(where, found, {}, commit=False)

    async def press(self, page: LivePage, draft: Draft, act: Act, *, commit: bool) -> LivePage:
        """Fill in a form and press its button; a commit only on the very page that was read."""
        changes = draft.changes
        if page.at.token == BOX:
            text = next((str(value) for each, value in changes.items() if each.element.mark == PROMPT), "")
            return await self._box(text if act.element.mark == ACCEPT else None, commit=commit)
        if not await self._tab.lives(page):
            if commit or changes:
                raise UnexpectedPage(Why.NOT_FOUND, act.words)
            return await self.follow(page, act)
        secret = [str(value) for each, value in changes.items() if each.type == "password"]
        self._tab.traffic.begin(secret)
        await self._tab.fill(page, changes)
        texts = [value for value in changes.values() if isinstance(value, str)]
        return await self._pressed(page, act, {"secrets": secret, "texts": texts if commit else ()}, commit=commit)

    async def _found(self, page: LivePage, act: Act) -> tuple[Act, LivePage]:
        """Return what to press, and the page that it is on now; a link in a list that does not open, if need be."""
        closed = None
        if await self._tab.lives(page):
            closed = (act, page) if act.url else None
            handle = await self._tab.element(page, act.element.mark)
            if handle is not None and await self._shown(page, act):
                return act, page
        for back in (False, True):
            if back and not await self._went_back():
                break
            same = await self._same(act)
            if same is not None and await self._shown(same[1], same[0]):
                return same
            closed = same if same is not None and same[0].url else closed
        if closed is None or not await self._tab.lives(closed[1]):
            raise UnexpectedPage(Why.NOT_FOUND, act.words)
        return closed

    async def _same(self, act: Act) -> tuple[Act, LivePage] | None:
        """Return what has the same words on the page shown now, else in another window; None if nothing, or several."""
        async for now in self._tab.windows():
            same = best((plain(act.words),), now.acts) or [*now.closed_acts(act.words)]
            if same:
                return (same[0], now) if len(same) == 1 else None
        return None

    async def _shown(self, page: LivePage, act: Act) -> bool:
        """Return whether it is on the page; one in a list that opens under the pointer, or by a press, is opened."""
        frame = page.at.frame
        assert frame is not None  # noqa: S101  # the page lives
        drawn = f"id => {OURS}.drawn({OURS}.find(id))"
        if await frame.evaluate(drawn, act.element.mark):
            return True
        for around in act.element.above():
            if around.look.seen and around.tag not in {"body", "html"}:
                handle = await self._tab.element(page, around.mark)
                if handle is not None:
                    with suppress(Exception):
                        await handle.hover(timeout=CLICK * 1000, force=True)
                    await self._tab.rest()
                if await frame.evaluate(drawn, act.element.mark):
                    return True
        for each in self._headings(page, act):
            await self._tab.unless_boxed(_clicked(await self._tab.element(page, each.element.mark)))
            await self._tab.rest()
            if await frame.evaluate(drawn, act.element.mark):
                return True
        opener = await frame.evaluate(f"id => {OURS}.opener(id)", act.element.mark)
        handle = None if opener is None else await self._tab.element(page, opener)
        if handle is not None:
            self._tab.traffic.begin()
            await self._tab.unless_boxed(_clicked(handle))
            await self._tab.rest()
        return bool(handle is not None and await frame.evaluate(drawn, act.element.mark))

    def _headings(self, page: LivePage, act: Act) -> list[Act]:
        """Return what lies around something in a closed list, and can be pressed without leading elsewhere."""
        around = {*act.element.above()}
        return [each for each in page.acts if each.element in around and not each.url and each.control is None]

    async def left(self, page: LivePage) -> bool:
        """Return whether the tab shows another document, or a script another view, than this page."""
        if not await self._tab.lives(page):
            return True
        elements = (*(each.element for each in page.controls), *(each.element for each in page.acts))
        seen = next((each for each in elements if each.look.seen), None)
        return seen is not None and await self._tab.element(page, seen.mark) is None

    async def shown_now(self, page: LivePage) -> LivePage:
        """Return a kept view as it is now; where another is shown, what leads back to the menu is pressed."""
        if await self.left(page) and not await self._went_back():
            return page
        return await self._tab.read(view=True)

    async def _went_back(self) -> bool:
        """Press what leads back to the menu; False if there is no such thing."""
        now = await self._tab.read()
        found = best([plain(each) for each in self._back], now.acts)
        if len(found) != 1:
            return False
        await self._pressed(now, found[0], {}, commit=False)
        return True

    async def _pressed(self, page: LivePage, act: Act, typed: dict[str, Sequence[str]], *, commit: bool) -> LivePage:
        tab = self._tab
        before = await self._standing(page)
        handle = await tab.element(page, act.element.mark)
        if handle is None:
            raise UnexpectedPage(Why.NOT_FOUND, act.words)
        await self._free(page, act)
        main = (await tab.read()).at.token
        tab.alerts = []
        tab.traffic.begin(typed.get("secrets", ()), typed.get("texts", ()))
        tab.pressing = True
        try:
            await tab.unless_boxed(_clicked(handle))
            await tab.rest(FIRST_OF_COMMIT if commit else FIRST)
            answer = await self._answered(page, main, commit=commit)
        finally:
            tab.pressing = False
        answer.status = max(answer.status, tab.traffic.pressed.status)
        answer.unsent = commit and not tab.traffic.pressed.told
        answer.before = before
        return answer

    async def _box(self, text: str | None, *, commit: bool = False) -> LivePage:
        """Answer a box of the browser's own that asks for a text."""
        tab = self._tab
        tab.alerts = []
        tab.traffic.begin()
        tab.pressing = True
        try:
            await tab.answer_box(text)
            await tab.rest()
            answer = await self._answered(None, tab.token, commit=commit)
        finally:
            tab.pressing = False
        answer.unsent = commit and not tab.traffic.pressed.told
        return answer

    async def _standing(self, page: LivePage) -> Standing:
        """Return what stands on the page now, after it was filled in: hints of a script are no answer."""
        frame = page.at.frame
        return standing(await self._tab.read(frame)) if frame is not None else frozenset()

    async def _free(self, page: LivePage, act: Act) -> None:
        """Wait until a button can be pressed: it may count down, or wait for a scroll or a key."""
        frame = page.at.frame
        assert frame is not None  # noqa: S101  # the page lives
        disabled = f"id => {{const el = {OURS}.find(id); return !!el && (el.disabled || el.ariaDisabled === 'true')}}"
        if not await frame.evaluate(disabled, act.element.mark):
            return
        await frame.evaluate(f"id => {{{OURS}.scrolled(); {OURS}.touched(id)}}", act.element.mark)
        for _ in range(int(ENABLED / 0.1)):
            if not await frame.evaluate(disabled, act.element.mark):
                return
            await asyncio.sleep(0.1)
        raise UnexpectedPage(Why.FORM, act.words)

    async def _answered(self, page: LivePage | None, main: str, *, commit: bool) -> LivePage:
        """Return the page that followed, past boxes over it; raises what became of a request that failed."""
        for _ in range(MOST_BOXES):
            self._judge(commit=commit)
            now = await self._now(page, main)
            if not await self._closed(now, commit=commit):
                return now
        return await self._now(page, main)

    async def opened(self) -> LivePage:
        """Return the page that was opened, past boxes over it that only tell something."""
        for _ in range(MOST_BOXES):
            now = await self._tab.read()
            if not await self._closed(now, commit=False):
                return now
        return await self._tab.read()

    async def _closed(self, now: LivePage, *, commit: bool) -> bool:
        """Close the box that is over the page, if it is none for the reader; returns whether that was done."""
        closing = self._closing(now, commit=commit)
        handle = None if closing is None else await self._tab.element(now, closing.element.mark)
        if handle is None:
            return False
        await self._tab.unless_boxed(_clicked(handle))
        await self._tab.rest()
        return True

    def _judge(self, *, commit: bool) -> None:
        """Raise what became of the requests of this press, if one of those that tell failed."""
        traffic = self._tab.traffic
        pressed, document = traffic.pressed, traffic.document_lost
        lost = pressed.lost or (document if pressed.posted else None)
        if lost is not None:
            why = getattr(lost, "why", Why.RESET)
            raise without_past(unknown(why)) if commit else lost
        if pressed.refused and not pressed.posted:
            raise UnexpectedPage(Why.FORM)
        failed = pressed.unsent or document or (None if commit else pressed.unread)
        if failed is not None:
            raise without_past(unknown(getattr(failed, "why", Why.RESET))) if commit and pressed.posted else failed

    async def _now(self, page: LivePage | None, main: str) -> LivePage:
        """Return the tab's page; or that of a frame, if the press was there and the rest is as it was."""
        tab = self._tab
        whole = await tab.read()
        same = whole.at.token == main
        frame = page.at.frame if page is not None else None
        inner = frame is not None and frame.parent_frame is not None and not frame.is_detached()
        if same and inner and not whole.at.dialog:
            return await tab.read(frame, view=True)
        return await tab.read(view=same or tab.traffic.posted_document)

    def _closing(self, now: LivePage, *, commit: bool) -> Act | None:
        """Return what closes the box that is over the page; None if there is none, or it is for the reader.

        What a box that only tells has said is kept.
        """
        if not now.at.dialog or now.at.token == BOX:
            return None
        if any(each.seen and each.kind in FILLED for each in now.controls):
            return None
        said = " ".join(now.lines)
        if any(plain(each) in plain(said) for each in control_words().ticks["another_consent"]):
            return None
        only = the_only(now.acts)
        if only is not None:
            self._tab.alerts.extend(lines_without(now, now.acts))
            return only
        return yes_of(now.acts) if commit and not self._tab.traffic.pressed.posted else None


async def _clicked(handle: object) -> None:
    """Click with the pointer; where something that only floats lies over it, press it all the same."""
    from playwright.async_api import ElementHandle, Error

    assert isinstance(handle, ElementHandle)  # noqa: S101  # typed as object to load the library late
    try:
        await handle.click(timeout=CLICK * 1000, no_wait_after=True)
    except Error as failed:
        if "closed" in str(failed):
            raise
        await handle.evaluate("el => el.click()")

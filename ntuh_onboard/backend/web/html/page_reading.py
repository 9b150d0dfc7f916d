"""What can be read directly off a page; each part is read when it is first asked for."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Self

from ntuh_onboard.backend.web.html.buttons import Act, acts
from ntuh_onboard.backend.web.html.controls import controls
from ntuh_onboard.backend.web.html.embedded_addresses import Frame, Image, Move, base_of, frames, images, moves
from ntuh_onboard.backend.web.html.labels import Labels
from ntuh_onboard.backend.web.html.page_messages import (
    Line,
    Message,
    dated_lines,
    form_meant,
    messages_of,
    page_deeds,
)
from ntuh_onboard.backend.web.html.tree import Element, Tree, parse
from ntuh_onboard.backend.web.html.word_forms import plain
from ntuh_onboard.backend.web.http import unread_bytes
from ntuh_onboard.backend.web.script.load_effects import Deeds
from ntuh_onboard.common.safe_text import safe, safe_line


class Reading:
    """One page.

    Attributes:
        source: its HTML.
        url: where it came from.
        charset: its charset.
        exact: False if characters were lost.
        status: the status of its answer.
        date: the date of its answer.
        stood: the words that were there before the press that it answers, if that is not all of them: the words of a
            refusal are the answer's own, and are so again if the same refusal comes a second time.
        before: what stood there just before the press that it answers, if a script had written anything meanwhile.
        unsent: whether the press that it answers is known to have sent nothing at all.
        passed: pages that have led here by themselves, and the other frames of this one: what they say is said to the
            same person.
        beside: the other pages of the frames that it came in: a person sees them together.
        whole: the address of the page whose frames these are, if it can be asked for again; else empty.
        script_files: the texts of the script files that it shares with other pages, as far as its buttons need them.
        tree: its tree.
        base: what its references are relative to.
        refresh: the `Refresh:` header of its answer.
        controls: its controls.

    """

    def __init__(
        self,
        source: str,
        url: str,
        *,
        charset: str = "utf-8",
        exact: bool = True,
        status: int = 200,
        date: datetime | None = None,
        tree: Tree | None = None,
    ) -> None:
        self.source = source
        self.url = url
        self.charset = charset
        self.exact = exact
        self.status = status
        self.date = date
        self.refresh = ""
        self.stood: frozenset[str] | None = None
        self.before: frozenset[str] = frozenset()
        self.unsent = False
        self.passed: tuple[Reading, ...] = ()
        self.beside: tuple[Self, ...] = ()
        self.whole = ""
        self.script_files: tuple[str, ...] = ()
        self.tree = parse(source) if tree is None else tree
        self.base = base_of(self.tree, url)
        self.controls = controls(self.tree)

    @cached_property
    def labels(self) -> Labels:
        """The words of every field."""
        return Labels(self.tree, self.controls)

    @cached_property
    def acts(self) -> tuple[Act, ...]:
        """Everything that can be pressed."""
        return acts(self.tree, self.controls, self.base, self.charset, self.script_files)

    @cached_property
    def images(self) -> tuple[Image, ...]:
        """Every visible picture."""
        return images(self.tree, self.base, self.charset)

    @cached_property
    def frames(self) -> tuple[Frame, ...]:
        """The visible frames, with their addresses."""
        return frames(self.tree, self.base, self.charset)

    @cached_property
    def deeds(self) -> Deeds:
        """What the page's scripts do on loading."""
        return page_deeds(self.tree)

    @cached_property
    def move(self) -> Move | None:
        """Where the page goes on to by itself, within seconds."""
        return moves(self.tree, self.deeds, self.base, self.charset, self.refresh)

    @cached_property
    def messages(self) -> tuple[Message, ...]:
        """What the page says to the person, and what the pages said that have led to it."""
        own = messages_of(self.tree, self.deeds)
        return tuple(dict.fromkeys((*(each for page in self.passed for each in page.messages), *own)))

    @cached_property
    def sending(self) -> Element | None:
        """The form that the page sends by itself on loading; None if it sends none."""
        return next((form for each in self.deeds.sends if (form := form_meant(self.tree, each)) is not None), None)

    @cached_property
    def notices(self) -> tuple[Line, ...]:
        """Dated lines."""
        return dated_lines(self.tree)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Every line that a person sees, made harmless, without the words in buttons and boxes."""
        return tuple(safe(each, 2000) for each in self.labels.flow.lines())

    @cached_property
    def unreadable(self) -> bool:
        """Whether most words are in no charset that is known: what the page says cannot be told."""
        return not self.exact and unread_bytes.prevail(self.source)

    @cached_property
    def title(self) -> str:
        """The page's title, made harmless."""
        return next((safe_line(each.raw_text()) for each in self.tree.all("title")), "")

    @cached_property
    def plain_lines(self) -> tuple[str, ...]:
        """Lines and messages in the form in which words are compared."""
        return tuple(plain(each) for each in (*self.lines, *(each.text for each in self.messages)))

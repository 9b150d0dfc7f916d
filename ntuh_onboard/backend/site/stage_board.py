"""The stage over the simulator's sites, with the faults and layouts that only real pages can have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ntuh_onboard.backend.hospital.backstage import Backstage
from ntuh_onboard.backend.hospital.visit import Visit
from ntuh_onboard.backend.site.board import DONE_ANYWAY, FOREIGN, Armed, Trouble
from ntuh_onboard.backend.site.doorway import Doorway
from ntuh_onboard.backend.site.exchange import Desk, Judged
from ntuh_onboard.backend.site.layout import Layout
from ntuh_onboard.backend.stage import Fault, Waiting
from ntuh_onboard.common.clock import SystemClock


@dataclass(slots=True)
class SiteStage:
    """The port's stage (`port`), and the verbs that the port does not have."""

    desk: Desk
    port: SiteBackstage
    doorway: Doorway | None = None

    def shut(self, site: str) -> None:
        """Refuse connections to `portal`, `inner`, `account` or `mail` until the site is opened again (F1)."""
        if self.doorway is not None:
            self.doorway.shut(site)

    def open(self, site: str = "") -> None:
        """Open a site that was shut, or all of them."""
        if self.doorway is not None:
            self.doorway.open(site)

    def arm(
        self,
        request: str,
        trouble: str,
        times: int = 1,
        *,
        done: bool | None = None,
        hold: float = 30.0,
        pace: float = 0.5,
        to: str = FOREIGN,
        status: int = 302,
    ) -> None:
        """Make the next requests of this kind (`Q1` to `Q12`) meet a trouble (`F1` to `F10`); ValueError if unknown.

        done: whether the request takes effect all the same; by default as in `DONE_ANYWAY`.
        """
        kind = Trouble(trouble)
        takes = kind in DONE_ANYWAY if done is None else done
        self.desk.board.arm(request, Armed(kind, takes, hold, pace, to, status), times)

    def layout(self, changes: Mapping[str, object]) -> None:
        """Lay out the pages in the default way except for these changes; ValueError for anything unknown."""
        self.desk.layout = Layout().changed(changes)

    def judged(self) -> tuple[Judged, ...]:
        """Return every form that came in since the reset, by names only."""
        return tuple(self.desk.judged)

    def text_of(self, picture: str) -> str:
        """Return the text of the picture with this SHA-256; empty if it was never shown."""
        with self.desk.lock:
            return self.desk.pictures.get(picture, "")


class SiteBackstage(Backstage):
    """`Stage` over the sites: faults are met on the wire, and the newest picture may be any student's."""

    def __init__(self, desk: Desk, clock: SystemClock) -> None:
        super().__init__(Visit(desk.hospital), clock)
        self._desk = desk

    def picture_text(self) -> str:
        """Return the text of the newest picture of all; `SiteStage.text_of` has those of one student."""
        return self._desk.newest_picture

    def inject(self, verb: str, fault: Fault, times: int = 1) -> None:
        """Arm a fault for the next requests of a verb."""
        self._desk.board.inject(verb, fault, times)

    def waiting(self) -> tuple[Waiting, ...]:
        """Return what is armed and has not been met yet, on the wire too."""
        return (*super().waiting(), *self._desk.board.waiting())

    def disarm(self) -> None:
        """Cancel everything that is armed."""
        super().disarm()
        self._desk.clear_boards()

    def reset(self) -> None:
        """Restore the initial state, except for the layout."""
        super().reset()
        self._desk.clear_boards()
        with self._desk.lock:
            self._desk.judged.clear()
            self._desk.register.clear()
            self._desk.pictures.clear()
            self._desk.newest_picture = ""

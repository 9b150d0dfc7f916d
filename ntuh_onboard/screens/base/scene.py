"""What all views are given: the present words, the walk, the clock, and, in practice, the stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ntuh_onboard.common.vault import OffVault
from ntuh_onboard.profiles.hospital_profile import SITES
from ntuh_onboard.screens.base.button_acts import ButtonAct, Where
from ntuh_onboard.screens.base.themes import DARK, Theme

if TYPE_CHECKING:
    from ntuh_onboard.backend.stage import Persona, Stage
    from ntuh_onboard.common.clock import Clock
    from ntuh_onboard.common.vault import Vault
    from ntuh_onboard.journey.walk import Walk
    from ntuh_onboard.screens.base.class_line import ClassLine
    from ntuh_onboard.texts.sentences import Texts


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Characters used as marks. The default ones are ASCII, for terminals that draw ambiguous ones two cells wide."""

    ascii: bool = True
    done: str = "v"
    ticked: str = "x"
    here: str = ">"
    back: str = "<"
    open: str = " "
    later: str = " "
    wrong: str = "*"
    advice: str = "!"
    full: str = "="
    rest: str = "-"
    rule: str = "-"
    down: str = "|"
    more: str = "..."


FINE = Glyphs(
    ascii=False,
    done="✓",
    ticked="✓",
    here="▸",
    back="◂",
    later="○",
    wrong="✗",
    advice="▲",
    full="━",
    rest="─",
    rule="─",
    down="│",
    more="…",
)
"""For terminals that are known to draw them one cell wide (peers.md lesson 4)."""


@dataclass(slots=True)
class Scene:
    """Shared by all views of one student.

    Attributes:
        texts: the sentences in the present language; replaced when the language is switched.
        clock: the clock.
        glyphs: the marks that the terminal can draw.
        stage: the stage of a simulated hospital; None for a real one.
        persona: the invented person handed out in practice.
        own_device: relaxes the rules for shared computers (J0.8).
        vault: keeps nothing on a shared computer.
        outside_line: the help desk's number for calls from outside, if the machine's policy names one (J0.6).
        kiosk: whether students take turns at a public computer: no file is offered, and leaving means being forgotten
            (S-07).
        panel: whether the trainer's panel may be opened in practice; not if the hospital is a whole class's (J8.4).
        trainer: whether a trainer is here: the panel opens by itself, and by its key.
        reached: the steps that the hospital has seen this person finish before this wizard, in a class.
        class_line: the line to the trainer, at a seat of a class.
        messages_before: how many messages the person's phone was sent before this wizard.
        locked: the settings that the machine's policy has locked: no key or button changes them.
        theme: colours and border lines.
        overrides: what differs from the packaged hospital (`provenance.overrides`), shown on every screen.
        saved: where the summary was saved, at the student's wish; empty if it was not.
        walk: the student's walk.

    """

    texts: Texts
    clock: Clock
    glyphs: Glyphs = field(default_factory=Glyphs)
    stage: Stage | None = None
    persona: Persona | None = None
    own_device: bool = False
    vault: Vault = field(default_factory=OffVault)
    outside_line: str = ""
    kiosk: bool = False
    panel: bool = True
    trainer: bool = False
    reached: frozenset[str] = frozenset()
    class_line: ClassLine | None = None
    messages_before: int = 0
    locked: frozenset[str] = frozenset()
    theme: Theme = DARK
    overrides: Mapping[str, str] = field(default_factory=dict)
    saved: str = ""
    walk: Walk = field(init=False)

    @property
    def practice(self) -> bool:
        """Whether the hospital is simulated."""
        return self.stage is not None

    @property
    def trainable(self) -> bool:
        """Whether the trainer's panel may be opened here."""
        return self.practice and self.panel and not self.kiosk

    def allows(self, act: ButtonAct) -> bool:
        """Return whether an act may be offered and done here."""
        allowed = {
            Where.EVERYWHERE: True,
            Where.NOT_AT_KIOSK: not self.kiosk,
            Where.PRACTICE: self.practice,
            Where.TRAINABLE: self.trainable,
            Where.TRAINED: self.trainable and self.trainer,
            Where.OWN_DEVICE: self.own_device,
            Where.CLASS: self.class_line is not None,
        }
        return allowed[act.where] and act.changes not in self.locked

    def say(self, key: str, **values: object) -> str:
        """Return a sentence in the present language; callable values are called for their texts."""
        ready = {name: value() if callable(value) else value for name, value in values.items()}
        doors = {f"address_{site}": self.texts.say(f"ui.practice_{site}") for site in self.hidden_doors}
        return self.texts.say(key, **doors, **ready)

    @property
    def hidden_doors(self) -> tuple[str, ...]:
        """The sites whose addresses are not told: those of the hospital, in practice, where nobody acts for real."""
        if not self.practice:
            return ()
        return tuple(each for each in SITES if self.texts.address(each).startswith(f"https://{self.texts.host(each)}"))

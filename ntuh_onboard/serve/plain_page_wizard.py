"""One student's wizard at the plain page: line prompts under the rules of a public computer (K-03, K-04, S-07)."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from io import FileIO

from ntuh_onboard.backend.protocol import Backend
from ntuh_onboard.journey.idle import IdleWatch
from ntuh_onboard.journey.lane import Lane
from ntuh_onboard.kiosk.limits import CLASS, READING, STAY, Stay
from ntuh_onboard.plain.person import Left
from ntuh_onboard.plain.plain_wizard import PlainWizard, Start
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.serve.page_person import PagePerson
from ntuh_onboard.serve.server_pipe import ServerPipe
from ntuh_onboard.startup.exits import Exit

WORDS = ("next", "help", "back", "cover", "menu", "show", "hidden", "upper", "as_typed", "picture")
"""What the page itself says, by the end of each sentence's key."""


def run(scene: Scene, lane: Lane[Backend], *, provider: str, journey: str) -> int:
    """Run the wizard to its end; returns one of `exits.Exit`. Its hospital never turns into the other one."""
    scene.kiosk = True
    person = PagePerson(ServerPipe(FileIO(0, closefd=False), FileIO(1, "wb", closefd=False)))
    sys.stdout = sys.stderr  # nothing but packets goes to the server
    wizard = PlainWizard(scene, lane, IdleWatch(scene.clock), person, {})
    stay = Stay(scene.clock)
    in_class = scene.practice and not scene.panel  # nobody waits for the seat
    talk = wizard.talk

    def words() -> Mapping[str, str]:
        texts = talk.scene.texts
        said = {each: texts.say(f"plain_page.word_{each}") for each in WORDS}
        return {"lang": texts.language.tag, "title": texts.say("ui.product"), **said}

    def look() -> Iterator[str]:
        if stay.left() <= 0:
            raise Left(Exit.UNFINISHED, idle=True)
        if stay.to_announce():
            yield scene.say("kiosk.closing_text", minutes=int(STAY // 60))
        yield from talk.look()

    person.words, person.look, person.touched = words, look, talk.idle.touched
    talk.patience = lambda step: CLASS if in_class else READING  # who is read to presses nothing that reaches the page
    talk.idle.patience = talk.patience(None)
    if not in_class:
        stay.begin()
    modes = ("practice" if scene.practice else "real",)
    status = wizard.run(Start(modes, provider, journey), journey or "onboard")
    person.end(idle=wizard.idle_ended)
    return status

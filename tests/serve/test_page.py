"""What the page says when a wizard has ended by itself: whether there is anything to go on with."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ntuh_onboard.classroom.pupil_wizards import Wizards
from ntuh_onboard.commands import cli, serve
from ntuh_onboard.profiles import hospital_profile
from ntuh_onboard.serve import pages
from ntuh_onboard.serve.web_server import Setting
from ntuh_onboard.texts.sentences import Texts
from tests.languages import ZH_TW
from tests.serve.server import Server
from tests.serve.visitor import visiting

WHYS = ("idle", "lost")
GO_ON = ("已完成的步驟都保留著", "To go on, begin anew")
FROM_THE_START = ("換一位虛構的同學，從頭練習", "practise from the start, as another invented student")


def said(markup: str, why: str) -> str:
    """The sentence for this reason."""
    found = re.search(rf'<p data-why="{why}" hidden>(.*?)</p>', markup, re.DOTALL)
    assert found is not None
    return found[1]


async def test_practice_that_has_ended_is_gone(server: Server) -> None:
    """Its hospital was in the process that ended: nobody is told that something is kept there."""
    async with visiting(server) as visitor, visitor.http.get(f"{visitor.home}/") as answer:
        markup = await answer.text()
    for why in WHYS:
        assert all(words in said(markup, why) for words in FROM_THE_START)
        assert not [words for words in GO_ON if words in said(markup, why)]


@pytest.mark.parametrize(("which", "words"), [("ntuh", GO_ON), ("demo", FROM_THE_START)])
def test_what_was_finished_at_the_hospital_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, which: str, words: tuple[str, ...]
) -> None:
    """The command says which of the two it serves."""
    served: list[Setting] = []
    monkeypatch.setattr(serve, "_until_ended", lambda setting, _: served.append(setting))
    serve.main(cli.parser().parse_args(["serve", which, "--url-file", str(tmp_path / "u")]))
    markup = pages.page(pages.Front.TERMINAL, served[0].texts, "ws://localhost/ws", kept=served[0].kept)
    for why in WHYS:
        assert all(each in said(markup, why) for each in words)


def test_a_seat_of_a_class_is_kept() -> None:
    """Its hospital is the class's, and outlives a pupil's wizard."""
    site = hospital_profile.load()
    wizards = Wizards(("false",), Texts(ZH_TW, site.words, site.hosts), "127.0.0.1", 0, 1)
    assert wizards._setting.kept

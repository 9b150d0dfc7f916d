"""The widget that shows a picture code: its box, its words, its looks (J1.3)."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Input

from ntuh_onboard.screens.base.pixels import Drawing
from ntuh_onboard.screens.widgets.picture import PictureCode
from tests.screens.pictures.samples import BROKEN, encoded, sign

PICTURE = encoded(sign())


class Form(App[None]):
    """A picture with a field beneath it, as on the sign-in screen."""

    def __init__(self, *, ascii_only: bool = False) -> None:
        super().__init__()
        self.broken = 0
        self.code = PictureCode(ascii_only=ascii_only)

    def compose(self) -> ComposeResult:
        yield self.code
        yield Input()

    def on_picture_code_broken(self) -> None:
        self.broken += 1


def rows(form: Form) -> list[str]:
    """What the widget shows, row by row."""
    return [form.code.render_line(y).text.rstrip() for y in range(form.code.size.height)]


@pytest.fixture(autouse=True)
def _truecolor(monkeypatch: pytest.MonkeyPatch) -> None:
    """A truecolor terminal, whatever this one is."""
    monkeypatch.setattr("textual.constants.COLOR_SYSTEM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)


async def test_the_form_never_jumps() -> None:
    """Waiting, picture, broken picture, another picture: the field beneath stays where it is."""
    form = Form()
    async with form.run_test(size=(80, 24)) as pilot:
        places = []
        for picture in (b"", PICTURE, BROKEN["svg"], PICTURE):
            form.code.show(picture)
            await pilot.pause()
            places.append(form.query_one(Input).region.y)
        assert places == [9, 9, 9, 9]


async def test_words_stand_where_no_picture_is() -> None:
    """While it is on its way, and when it is broken, words in the student's language stand there."""
    form = Form()
    async with form.run_test(size=(80, 24)) as pilot:
        assert rows(form)[0] == "…"
        form.code.waiting_words = "圖片載入中"
        form.code.broken_words = "圖片無法顯示，請換一張 [b]"
        await pilot.pause()
        assert rows(form)[0] == "圖片載入中"
        form.code.show(BROKEN["svg"])
        await pilot.pause()
        assert rows(form)[0] == "圖片無法顯示，請換一張 [b]"
        assert form.broken == 1


async def test_broken_is_told_once_for_each_picture() -> None:
    """The screen hears of a broken picture once, however often it is painted, and again of the next one."""
    form = Form()
    async with form.run_test(size=(80, 24)) as pilot:
        form.code.show(BROKEN["svg"])
        await pilot.pause()
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        assert form.broken == 1
        form.code.show(BROKEN["bomb"])
        await pilot.pause()
        assert form.broken == 2


async def test_it_takes_no_focus() -> None:
    """Tab goes past the picture."""
    form = Form()
    async with form.run_test(size=(80, 24)) as pilot:
        await pilot.press("tab", "tab")
        assert isinstance(form.focused, Input)


async def test_black_and_white_is_another_drawing_and_back() -> None:
    """The toggle changes half-blocks to quadrants and back, in the same box."""
    form = Form()
    async with form.run_test(size=(80, 24)) as pilot:
        form.code.show(PICTURE)
        await pilot.pause()
        grey = rows(form)
        form.code.black_and_white = True
        await pilot.pause()
        assert rows(form)[-1] == "█" * 60
        form.code.black_and_white = False
        await pilot.pause()
        assert rows(form) == grey
        assert set("".join(grey)) <= set("▀▄ ")


async def test_a_narrow_terminal_gets_a_smaller_picture() -> None:
    """In 40 columns the whole picture is drawn in 40."""
    form = Form()
    async with form.run_test(size=(40, 24)) as pilot:
        form.code.show(PICTURE)
        form.code.black_and_white = True
        await pilot.pause()
        assert [row for row in rows(form) if row][-1] == "█" * 40


async def test_a_new_picture_keeps_the_look() -> None:
    """Black and white stays as the student chose."""
    form = Form()
    async with form.run_test(size=(80, 24)) as pilot:
        form.code.show(PICTURE)
        form.code.black_and_white = True
        await pilot.pause()
        form.code.show(encoded(sign(ink="#202020")))
        await pilot.pause()
        assert form.code.drawing is Drawing.BLACK_WHITE


async def test_ascii_theme_has_no_block_character() -> None:
    """With the ASCII theme the picture is made of signs, whatever the toggle says."""
    form = Form(ascii_only=True)
    async with form.run_test(size=(80, 24)) as pilot:
        form.code.show(PICTURE)
        await pilot.pause()
        assert all(row.isascii() for row in rows(form))
        assert rows(form)[-1] == "#" * 60


@pytest.mark.parametrize(
    ("colours", "no_color", "theme", "drawing"),
    [
        ("truecolor", None, "textual-dark", Drawing.GREY),
        ("256", None, "textual-dark", Drawing.GREY),
        ("standard", None, "textual-dark", Drawing.BLACK_WHITE),
        ("windows", None, "textual-dark", Drawing.BLACK_WHITE),
        ("truecolor", "1", "textual-dark", Drawing.GREY),
        ("truecolor", "1", "ansi-dark", Drawing.BLACK_WHITE),
    ],
)
async def test_each_terminal_gets_a_drawing_that_it_can_show(
    colours: str, no_color: str | None, theme: str, drawing: Drawing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Greys where there are enough of them; black and white in 16 colours and where Textual drops every colour."""
    monkeypatch.setattr("textual.constants.COLOR_SYSTEM", colours)
    if no_color:
        monkeypatch.setenv("NO_COLOR", no_color)
    form = Form()
    form.theme = theme
    async with form.run_test(size=(80, 24)) as pilot:
        form.code.show(PICTURE)
        await pilot.pause()
        assert form.code.drawing is drawing

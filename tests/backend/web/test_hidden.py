"""What a page's own styles hide, and what they do not: a sheet for paper, or a rule that another one undoes."""

from __future__ import annotations

import pytest

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html.page import Clue, Page

URL = "https://portal.example/General/Login.aspx?SESSION=0"


def read(style: str, form: str) -> Page:
    return Page(f"<html><head>{style}</head><body><form method=post>{form}</form></body></html>", URL)


def form(attributes: str = "class=x") -> str:
    return f"<div {attributes}>帳號 <input name=u><input type=submit name=go value=登入></div>"


def sheet(rules: str) -> str:
    return f"<style>{rules}</style>"


SHOWN = {
    "paper": sheet("@media print { .x { display:none } p { margin:0 } }"),
    "paper, a sheet of its own": "<style media=print>.x{display:none}</style>",
    "a narrow window": sheet("@media (max-width:600px){.x{display:none}}"),
    "a narrow screen": sheet("@media screen and (max-width:600px){.x{display:none}}"),
    "two media, neither of them this": sheet("@media print, (max-width:9em){.x{display:none}}"),
    "an older browser": sheet("@supports not (display:grid){.x{display:none}}"),
    "a small box": sheet("@container (max-width:9em){.x{display:none}}"),
    "a block within a block": sheet("@media print{@media screen{.x{display:none}}}"),
    "an animation": sheet("@keyframes x{from{display:none}} @font-face{display:none}"),
    "a browser without scripts": "<noscript><style>.x{display:none}</style></noscript>",
    "later": sheet(".x{display:none} .x{display:block}"),
    "later, another sheet": sheet(".x{display:none}") + sheet(".x{display:block}"),
    "more exact": sheet("div.x{display:block} .x{display:none}"),
    "more exact by its id": sheet("#i{display:block} form div.x{display:none}"),
    "important": sheet(".x{display:block !important} #i{display:none}"),
    "visible": sheet(".x{visibility:hidden} div.x{visibility:visible}"),
    "brought back": sheet(".x{position:absolute;left:-9999px} div.x{position:static}"),
    "a brace in a text": sheet("@media print{.y:after{content:'}'} .x{display:none}}"),
    "a comment": sheet("/* .x{display:none} */ .x{color:red}"),
    "when pointed at": sheet(".x:hover{display:none}"),
}


@pytest.mark.parametrize("how", SHOWN)
def test_what_a_browser_shows_is_found(how: str) -> None:
    """The sign-in form of a page that can be printed is a sign-in form."""
    page = read(SHOWN[how], form("class=x id=i"))
    assert page.field(Clue(("帳號",))).name == "u"
    assert page.act(Clue(("登入",))).name == "go"


def test_the_elements_own_style_stands_above_the_sheets() -> None:
    """As a script or a server shows one of several panels; but not above `!important`."""
    shown = form("class=x style='display:block'")
    assert read(sheet(".x{display:none}"), shown).field(Clue(("帳號",))).name == "u"
    with pytest.raises(UnexpectedPage):
        read(sheet(".x{display:none !important}"), shown).field(Clue(("帳號",)))
    important = form("class=x style='display:block ! important'")
    assert read(sheet(".x{display:none !important}"), important).field(Clue(("帳號",))).name == "u"


HIDDEN = {
    "plain": sheet(".x{display:none}"),
    "in a comment of old": sheet("<!-- .x{display:none} -->"),
    "a screen": sheet("@media screen{.x{display:none}}"),
    "only a screen": sheet("@media only screen { .x{display:none} }"),
    "one of two media": sheet("@media print, screen{.x{display:none}}"),
    "a sheet for all": "<style media=all>.x{display:none}</style>",
    "a sheet for screens": "<style media='Screen'>.x{display:none}</style>",
    "a layer": sheet("@layer base{.x{display:none}}"),
    "behind a statement": sheet("@charset 'utf-8'; @import 'a.css'; .x{display:none}"),
    "behind a block for paper": sheet("@media print{.x{display:block}} .x{display:none}"),
    "an earlier one undone": sheet(".x{display:block} .x{display:none}"),
    "a less exact one is later": sheet("div.x{display:none} .x{display:block}"),
    "an id above all classes": sheet("#i{display:none} form div.x.x{display:block}"),
    "important": sheet(".x{display:none !important} #i{display:block}"),
    "important within its rule": sheet(".x{display:none !important;display:block}"),
    "no property of browsers": sheet(".x{display:none;*display:block;_display:block}"),
    "by two rules": sheet(".x{position:absolute} div{left:-9999px}"),
    "never closed": sheet("p{margin:0} .x{display:none"),
    "a comment never closed": sheet(".x{display:none} /* .x{display:block}"),
    "undone on paper only": sheet(".x{display:none}") + "<style media=print>.x{display:block}</style>",
    "undone when pointed at": sheet(".x{display:none} .x:hover{display:block}"),
    "another property undone": sheet(".x{visibility:hidden} .x{display:block}"),
}


@pytest.mark.parametrize("how", HIDDEN)
def test_what_a_browser_does_not_show_is_never_found(how: str) -> None:
    """A decoy is never filled, whatever else the sheet says."""
    page = read(HIDDEN[how], form("class=x id=i"))
    for ask in (page.field, page.act):
        with pytest.raises(UnexpectedPage):
            ask(Clue(("帳號", "登入"), ("u", "go")))


SEEN = {
    "letters without a size, undone within": ("font-size:0", "font-size:14px"),
    "a box without a size of its letters": ("font-size:0", ""),
    "no height, and nothing is cut": ("height:0", ""),
    "no width, and nothing is cut": ("width:0", ""),
    "moved off, and fixed within": ("position:absolute;left:-9999px", "position:fixed;left:10px"),
    "moved off, and back": ("position:absolute;left:-9999px", "position:absolute;left:9999px"),
    "words moved off, and back": ("text-indent:-9999px", "text-indent:0"),
    "made invisible, and visible within": ("visibility:hidden", "visibility:visible"),
}
UNSEEN = {
    "a share of nothing": ("font-size:0", "font-size:80%"),
    "no height, and cut": ("height:0;overflow:hidden", ""),
    "folded": ("max-height:0;overflow:hidden", ""),
    "no ink": ("opacity:0", "opacity:1"),
    "moved off": ("position:absolute;left:-9999px", "position:absolute;left:10px"),
}


@pytest.mark.parametrize("how", [*SEEN, *UNSEEN])
def test_what_a_style_around_hides_may_be_undone_within(how: str) -> None:
    """As a browser draws it: some properties are handed down, and some hold for all that is within."""
    around, within = (SEEN | UNSEEN)[how]
    page = read("", f"<div style='{around}'><p style='{within}'>動態碼 <input name=u style='{within}'></p></div>")
    words = how not in UNSEEN and how != "a box without a size of its letters"
    assert page.mentions("動態碼") is words
    assert any(each.seen for each in page.controls if each.name == "u") is (how in SEEN or how == "a share of nothing")


LAID_OVER = "position:absolute;opacity:0"
OVER = {
    "a button over its own words": ("type=submit", f"{LAID_OVER};width:100%;height:100%", True),
    "a tick over its sign": ("type=checkbox", LAID_OVER, True),
    "a button that covers nothing": ("type=submit", LAID_OVER, False),
    "a box to type in": ("type=text", f"{LAID_OVER};width:100%;height:100%", False),
    "a button that is folded": ("type=submit", f"{LAID_OVER};width:100%;height:100%;display:none", False),
}


@pytest.mark.parametrize("how", OVER)
def test_a_transparent_control_over_what_stands_for_it(how: str) -> None:
    """Frameworks draw buttons and ticks of their own, and lay the real one over them without ink."""
    kind, style, seen = OVER[how]
    made = read("", f"<div style='position:relative'><input {kind} name=go style='{style}'><span>登入</span></div>")
    assert any(each.seen for each in made.controls if each.name == "go") is seen


def test_a_large_sheet_is_read_to_its_end() -> None:
    """A framework's rules stand before the page's own."""
    assert not read(sheet(".a{color:red}" * 3000 + ".x{display:none}"), "<p class=x>動態碼</p>").mentions("動態碼")


@pytest.mark.parametrize(
    "button",
    [
        "<input type=submit name=go value=登入 style='text-indent:-9999px;background:url(b.gif)'>",
        "<style>.b{text-indent:-9999px}</style><button class=b name=go>登入</button>",
    ],
)
def test_a_button_whose_picture_stands_in_place_of_its_words_is_pressed(button: str) -> None:
    """The words are moved off, the button is not; words that are moved off elsewhere are not read."""
    page = read("", f"帳號 <input name=u>{button}<p style='text-indent:-9999px'>密碼</p>")
    assert page.act(Clue(("登入",))).name == "go"
    assert not page.mentions("密碼")


@pytest.mark.parametrize(
    "before",
    [
        "".join(f".a{each}{{display:block}}" for each in range(2000)),
        "".join(f".a{each}," for each in range(300)) + "b{display:block}",
        "p{background:url(data:image/png;base64," + "A" * 4000 + ")}",
        "".join(f"@media screen{{.a{each}{{color:red;padding:1px}}}}" for each in range(500)),
        "." + "a" * 400 + "{display:block}",
    ],
    ids=["2000 rules", "300 selectors", "a picture", "500 blocks", "a long name"],
)
def test_a_sheet_is_read_to_its_end(before: str) -> None:
    """A framework's sheet stands before the rule that hides a decoy."""
    page = read(sheet(before + ".x{display:none}"), form())
    with pytest.raises(UnexpectedPage):
        page.field(Clue(("帳號",)))
    long = read(sheet(f".b,{before.partition('{')[0]},.x{{display:none;background:url(data:,{'A' * 3000})}}"), form())
    with pytest.raises(UnexpectedPage):
        long.field(Clue(("帳號",)))


def test_a_sheet_that_cannot_be_read_to_its_end_is_refused() -> None:
    """Rather than half believed."""
    for rules in ("@media screen{" * 60 + ".x{display:none}", ".a{display:none}" * 5000):
        with pytest.raises(UnexpectedPage) as refused:
            read(sheet(rules), form() + "<p>" * 5000)
        assert refused.value.why is Why.TOO_COMPLEX


def test_a_sheet_that_speaks_of_everything_again_and_again_is_refused() -> None:
    """Two hundred rules for every element of a large page would keep the reader for minutes."""
    with pytest.raises(UnexpectedPage):
        Page(sheet("p{display:none}" * 200) + "<p>" * 20_000, URL)

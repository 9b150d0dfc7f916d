"""Other people's pages made of the simulator's: what is not known of the real ones, drawn anew by a number.

What is sent stays the same, so that the server judges every field: names of controls, values, what follows what. All
that a person reads past is drawn: tags, ids, classes, frames of tables, what is around a label, icons, a search box.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

Mutation = Callable[[str, Random], str]
"""Returns a page as somebody else would have written it."""
_SCRIPT = re.compile(r"(<script\b.*?</script>|<style\b.*?</style>)", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b([^<>]*)>")
_LABEL = re.compile(r'(<td class="(?:label|above)"[^>]*>|<label for="[^"]*">)([^<>：:]+)[：:]?(</td>|</label>)')
_SUBMIT = re.compile(r'<input type="submit" name="([^"]*)" id="([^"]*)" value="([^"]*)"([^<>]*)>')
_LINK = re.compile(r'(<a href="(?:javascript:|/)[^"]*"[^<>]*>)([^<>]+)(</a>)')
_BOX = re.compile(r'<(?:input type="(?:text|password)"|select)\b[^<>]*>(?:[^<]*<option.*?</select>)?', re.DOTALL)
_TABLES = {"table": "div", "tbody": "div", "tr": "div", "td": "div", "th": "div"}
_NAMES = re.compile(r"<td( class=.label.[^<>]*)>((?:(?!</td>).)*)</td>", re.DOTALL)
_AROUND = (
    "{}：",
    "{} :",
    "＊{}",
    "*{}：",
    "{}<br>",
    "<b>{}</b>：",
    "<font color=navy>{}</font>",
    "● {}",
    "{}　",
    "【{}】",
)
_SEARCH = (
    '<form action="/search" method="get" role="search"><input type="search" name="q" placeholder="搜尋"><button>搜尋'
    "</button></form>"
)
_SIDE = (
    "<ul><li><a href='/news'>最新消息</a><li><a href='/help'>操作說明</a><li><a href='/map'>網站導覽</a></ul>",
    "<p class=note>建議使用 Chrome 或 Edge 瀏覽器，解析度 1280x800 以上</p>",
    "<div class='footer'>本系統由資訊室維護　版本 3.2.1　您是第 18,233 位訪客</div>",
)
_ICONS = (
    '<i class="fa fa-check"></i> ',
    '<span class="glyphicon glyphicon-ok"></span>',
    '<i class="material-icons">ok</i>',
)


def _by_part(html: str, turn: Callable[[str], str]) -> str:
    """Apply it to all but scripts and style sheets."""
    return "".join(each if at % 2 else turn(each) for at, each in enumerate(_SCRIPT.split(html)))


def other_tags(names: dict[str, str]) -> Mutation:
    """Write these tags for others; a cell's own class stays, and its span is lost."""

    def turned(html: str, draw: Random) -> str:
        del draw
        return _by_part(html, lambda part: _TAG.sub(lambda tag: f"<{tag[1]}{names.get(tag[2], tag[2])}{tag[3]}>", part))

    return turned


def lists(html: str, draw: Random) -> str:
    """Rows as lists of names and what they are of."""
    named = _by_part(html, lambda part: _NAMES.sub(r"<dt\1>\2</dt>", part))
    return other_tags({"table": "dl", "tr": "div", "td": "dd"})(named, draw)


def headings(html: str, draw: Random) -> str:
    """Headings of other sizes, and the title of the page of any tag: which is below which stays."""
    first = draw.randint(2, 4)
    return other_tags({"h1": draw.choice(("div", "p", "b")), "h2": f"h{first}", "h3": f"h{first + 1}"})(html, draw)


def ids(html: str, draw: Random) -> str:
    """Every id of the page drawn anew, wherever it is named; those of the framework stay."""
    for each in sorted(set(re.findall(r'\bid="([A-Za-z][\w]*)"', html)), key=len, reverse=True):
        if not each.startswith("__"):
            other = f"c{draw.randrange(10**6)}"
            html = re.sub(rf'\b(id|for)="{re.escape(each)}"', rf'\1="{other}"', html)
            html = re.sub(rf"""getElementById\((["']){re.escape(each)}\1\)""", rf"getElementById(\1{other}\1)", html)
    return html


def labels(html: str, draw: Random) -> str:
    """A label with something around it."""
    around = draw.choice(_AROUND)
    return _by_part(html, lambda part: _LABEL.sub(lambda one: one[1] + around.format(one[2].strip()) + one[3], part))


def boxes(html: str, draw: Random) -> str:
    """Boxes within one to three elements of their own."""
    tags = [draw.choice(("span", "div", "p")) for _ in range(draw.randint(1, 3))]
    opened = "".join(f"<{each} class='w{draw.randrange(99)}'>" for each in tags)
    closed = "".join(f"</{each}>" for each in reversed(tags))
    return _by_part(html, lambda part: _BOX.sub(lambda box: f"{opened}{box[0]}{closed}", part))


def buttons(html: str, draw: Random) -> str:
    """A button of its own tag, with an icon."""
    icon = draw.choice(("", *_ICONS))
    made = r'<button type="submit" name="\1" id="\2" value="\3"\4>' + icon + r"<span>\3</span></button>"
    return _by_part(html, lambda part: _SUBMIT.sub(made, part))


def links(html: str, draw: Random) -> str:
    """Links with an icon, a sign or a part of their own."""
    around = draw.choice(("<span>{}</span>", "{} ▸", "» {}", '<i class="icon-x"></i>{}', "<b>{}</b>", "・{}"))
    return _by_part(html, lambda part: _LINK.sub(lambda one: one[1] + around.format(one[2].strip()) + one[3], part))


def attributes(html: str, draw: Random) -> str:
    """Without the hints that a page gives to browsers, and with classes of its own."""
    html = re.sub(r' autocomplete="off"| maxlength="\d+"| rel="[a-z]+"', "", html)
    return re.sub(r'class="(?:label|above|row|form|menu|facts|list)"', f'class="c{draw.randrange(999)}"', html)


def surroundings(html: str, draw: Random) -> str:
    """A search box above, and what stands on every page of a site."""
    above = draw.choice(("", _SEARCH)) + draw.choice(("", *_SIDE))
    html = re.sub(r"(<body[^<>]*>)", lambda body: body[1] + above, html)
    return html.replace("</body>", f"{draw.choice(_SIDE)}</body>")


def hints(html: str, draw: Random) -> str:
    """Checks of a page's own script beside each box, hidden by a class instead of a style; or none at all."""
    if draw.random() < 0.5:
        return re.sub(r'<span class="validator" style="color:Red;display:none">[^<>]*</span>\n?', "", html)
    html = html.replace('class="validator" style="color:Red;display:none"', 'class="msg off"')
    return html.replace("</head>", "<style>.off { display: none } .msg { color: #c00 }</style></head>")


MUTATIONS: tuple[Mutation, ...] = (
    labels, buttons, links, boxes, hints, ids, headings, lists, attributes, surroundings, other_tags(_TABLES),
)  # fmt: skip
"""In the order in which they are applied: those that look for a tag or a class come before those that change it."""


def mutated(html: str, seed: int) -> str:
    """Return a page with more than half of this applied, the same ones for each page of a site.

    Args:
        html: a page of the simulator's.
        seed: which site it is.

    """
    chosen = Random(seed)  # noqa: S311  # nothing is secret
    applied = [each for each in MUTATIONS if chosen.random() < 0.6]
    for at, each in enumerate(applied):
        html = each(html, Random(seed * 100 + at))  # noqa: S311  # nothing is secret
    return html

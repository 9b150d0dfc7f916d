"""Pages whose truth is known: which words stand at which control, in every placement that people use."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise

from hypothesis import strategies as st

WORDS = (
    "帳號", "密碼", "新密碼", "舊密碼", "請再輸入新密碼", "驗證碼", "行動電話", "辦公室電話", "住宅電話",
    "英文姓", "英文首名", "姓名", "網路帳號 / 主職員工編號", "簡訊(或MOTP)動態碼", "動態碼",
    "雲端服務帳號 (電子郵件名稱)",
    "雲端服務帳號說明", "院區",
)  # fmt: skip


@dataclass(frozen=True)
class Field:
    """words: what stands at it. name: its name. control: its tag."""

    words: str
    name: str
    control: str
    dress: str
    hint: str

    @property
    def label(self) -> str:
        return self.dress.format(escape(self.words)) + self.hint


@dataclass(frozen=True)
class Truth:
    """A page, the fields that are on it, and words that stand at none. silent: the field that has lost its label."""

    html: str
    fields: tuple[Field, ...]
    missing: tuple[str, ...]
    silent: Field | None = None


DRESSES = (
    "{}",
    "{}：",
    "{}:",
    "　{}　：",
    "<b>{}</b>",
    "<font color=blue>{} </font>:",
    "* {}",
    "<span> {}&nbsp;</span>",
    "● {}",
)
HINTS = ("", "", " (必填)", "（6位數字）", " [說明]")
SECRET = frozenset({"密碼", "新密碼", "舊密碼", "請再輸入新密碼"})
PASSWORD_BOX = "<input type=password name={}>"
BOXES = (
    "<input name={}>",
    "<INPUT NAME={} TYPE=TEXT>",
    "<textarea name={}></textarea>",
    "<select name={}><option>1</select>",
)


def left(fields: list[Field]) -> str:
    rows = "".join(f"<tr><td>{each.label}</td><td>{each.control}</td></tr>" for each in fields)
    return f"<table>{rows}</table>"


def left_unclosed(fields: list[Field]) -> str:
    return "<TABLE BORDER=0>" + "".join(f"<TR><TD>{each.label}<TD>{each.control}" for each in fields) + "</TABLE>"


def left_with_gap(fields: list[Field]) -> str:
    rows = "".join(f"<tr><td>{each.label}<td>：<td><div>{each.control}</div>" for each in fields)
    return f"<table>{rows}</table>"


def pairs_in_rows(fields: list[Field]) -> str:
    rows = [
        "".join(f"<td>{each.label}<td>{each.control}" for each in fields[at : at + 2])
        for at in range(0, len(fields), 2)
    ]
    return "<table>" + "".join(f"<tr>{row}" for row in rows) + "</table>"


def above(fields: list[Field]) -> str:
    heads = "".join(f"<th>{each.label}" for each in fields)
    boxes = "".join(f"<td>{each.control}" for each in fields)
    return f"<table><tr>{heads}<tr>{boxes}</table>"


def stacked(fields: list[Field]) -> str:
    return "<table>" + "".join(f"<tr><td>{each.label}<tr><td>{each.control}" for each in fields) + "</table>"


def labelled(fields: list[Field]) -> str:
    boxes = "".join(
        f"<p>{each.control.replace('name=', f'id=i{each.name} name=').replace('NAME=', f'ID=i{each.name} NAME=')}"
        for each in reversed(fields)
    )
    return "".join(f"<label for=i{each.name}>{each.label}</label><br>" for each in fields) + boxes


def wrapping(fields: list[Field]) -> str:
    return "".join(f"<label>{each.label} {each.control}</label> " for each in fields)


def lines(fields: list[Field]) -> str:
    return "".join(f"{each.label} {each.control}<br>\n" for each in fields)


def one_line(fields: list[Field]) -> str:
    return "<p>" + " ".join(f"{each.label} {each.control}" for each in fields) + "</p>"


def line_above(fields: list[Field]) -> str:
    return "".join(f"<p>{each.label}<br>{each.control}</p>" for each in fields)


def blocks(fields: list[Field]) -> str:
    return "".join(f"<div class=r><div>{each.label}</div><div>{each.control}</div></div>" for each in fields)


def definitions(fields: list[Field]) -> str:
    return "<dl>" + "".join(f"<dt>{each.label}<dd>{each.control}" for each in fields) + "</dl>"


def in_the_box(fields: list[Field]) -> str:
    return "".join(
        "<p>"
        + each.control.replace("name=", f'placeholder="{escape(each.words)}：" name=').replace(
            "NAME=", f'TITLE="{escape(each.words)}" NAME='
        )
        for each in fields
    )


PLACEMENTS: tuple[Callable[[list[Field]], str], ...] = (
    left, left_unclosed, left_with_gap, pairs_in_rows, above, stacked, labelled, wrapping, lines, one_line, line_above,
    blocks, definitions, in_the_box,
)  # fmt: skip
DECOYS = (
    "<div style='display:none'>{} <input name=decoy{}></div>",
    "<p hidden>{}: <input name=decoy{}></p>",
    "<div style='position:absolute; left:-5000px'>{}<input name=decoy{}></div>",
    "<noscript>{} <input name=decoy{}></noscript>",
    "<!-- {} <input name=decoy{}> -->",
)
NOISE = (
    "<h2>醫療資訊系統</h2>", "<hr>", "<p>請輸入帳號及密碼後按下一步</p>", "<img src=logo.gif alt=台大醫院>",
    "<ul><li>如無法登入請撥分機<li>規範</ul>", "<table><tr><td>公告<td>2026/11/24</table>",
    "<input type=hidden name=__VIEWSTATE value=x>",
    "<p><input type=submit value=登入></p>", "<script>var a='<input name=script>';</script>", "<center>",
)  # fmt: skip


@st.composite
def truths(draw: st.DrawFn, *, harmed: bool = False, without: Collection[str] = ()) -> Truth:
    """A page of one form, with its fields in one to three groups, each placed in its own way.

    harmed: one field has lost its label, or its box; then its words count as missing. Words in the box are not used
    then: a label without a box over a box without a label is what a page looks like that labels it so.
    without: no field is asked for by words that hold one of these.
    """
    order = draw(st.permutations([words for words in WORDS if not any(each in words for each in without)]))
    number = draw(st.integers(1, min(8, len(order))))
    chosen, missing = order[:number], order[number:]
    hidden = draw(st.booleans())
    fields = tuple(
        Field(
            words,
            f"n{at}",
            (PASSWORD_BOX if hidden and words in SECRET else draw(st.sampled_from(BOXES))).format(f"n{at}"),
            draw(st.sampled_from(DRESSES)),
            draw(st.sampled_from(HINTS)),
        )
        for at, words in enumerate(chosen)
    )
    lost = draw(st.sampled_from(fields)) if harmed else None
    boxless = draw(st.booleans())
    drawn = [_harmed(each, box=boxless) if each is lost else each for each in fields]
    ways = [each for each in PLACEMENTS if not (harmed and each is in_the_box)]
    cuts = sorted(draw(st.sets(st.integers(0, number), max_size=2)) | {0, number})
    pieces: list[str] = []
    for start, end in pairwise(cuts):
        pieces += draw(st.lists(st.sampled_from(NOISE), max_size=2))
        pieces.append("<div>" + draw(st.sampled_from(ways))(drawn[start:end]) + "</div>")
    for at in range(draw(st.integers(0, 3))):
        decoy = draw(st.sampled_from(DECOYS)).format(draw(st.sampled_from(WORDS)), at)
        pieces.insert(draw(st.integers(0, len(pieces))), decoy)
    html = f"<html><body><form method=post>{''.join(pieces)}</form>"
    if lost is None:
        return Truth(html, fields, tuple(missing))
    left = tuple(each for each in fields if each is not lost)
    return Truth(html, left, (*missing, lost.words) if boxless else tuple(missing), None if boxless else lost)


def _harmed(field: Field, *, box: bool) -> Field:
    """The field without its box, or without its label."""
    return replace(field, control="") if box else replace(field, dress="", hint="")

"""The page reader on generated and on broken pages: never a wrong field, never anything but an answer or our error."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntuh_onboard.backend.web.failures import UnexpectedPage
from ntuh_onboard.backend.web.html import panel_delta
from ntuh_onboard.backend.web.html.buttons import Act
from ntuh_onboard.backend.web.html.controls import Control
from ntuh_onboard.backend.web.html.page import Clue, Page
from ntuh_onboard.backend.web.html.update_panels import updated
from ntuh_onboard.backend.web.http import charset
from tests.backend.web.generated import SECRET, Truth, truths
from tests.backend.web.samples import FOLDER
from tests.conftest import Python

URL = "https://portal.example/a.aspx"


@settings(max_examples=250)
@given(truths())
def test_the_right_field_is_found_and_never_a_wrong_one(truth: Truth) -> None:
    """For every field of the page its own name; for words of no field, an error."""
    page = Page(truth.html, URL)
    for each in truth.fields:
        assert page.field(Clue((each.words,))).name == each.name
    for words in truth.missing:
        with pytest.raises(UnexpectedPage):
            page.field(Clue((words,)))


@settings(max_examples=250)
@given(truths(harmed=True))
def test_where_a_label_or_a_box_is_gone_no_other_box_takes_its_place(truth: Truth) -> None:
    """For the words whose box is missing, an error; for all others their own box, or an error.

    A password box that has lost its label may be found by being the page's only one, for any word of a password.
    """
    page = Page(truth.html, URL)
    silent = truth.silent
    for each in (*truth.fields, *([silent] if silent else [])):
        assert field_or_none(page, each.words) in {each.name, None}
    for words in truth.missing:
        taken = {None, silent.name} if silent and {words, silent.words} <= SECRET else {None}
        assert field_or_none(page, words) in taken


def field_or_none(page: Page, words: str) -> str | None:
    try:
        return page.field(Clue((words,))).name
    except UnexpectedPage:
        return None


SAMPLES = [each.read_bytes() for each in sorted(FOLDER.glob("*.html"))]
SHARDS = (
    b"<table>", b"</table>", b"<form>", b"</form>", b"<form id=f>", b"<tr><td>", b"</div>", b"<select>",
    b"<option selected>", b"<textarea>", b"<!--", b"-->", b"<script>", b"</script>", b"<script>alert('",
    b"\\u{110000}')", b"<svg>", b"<math><mi>", b"<template>", b"<frameset>", b"<input form=f name=x>",
    b"<label for=f>", b"'", b'"', b">", b"<", b"&#x110000;", b"&amp", b"\x00", b"\xff\xfe", b"\xa4\xe9",
    b"<td colspan=99999999 rowspan=-1>", b"<meta http-equiv=refresh content='0;url=//[::1'>",
    b"<base href='http://[/'>", b"<a href='javascript:__doPostBack(' onclick='('>x</a>",
    b"<style>p{display:none} @media{", b"<p>", b"<fieldset disabled>", b"<plaintext>",
    b'<body onload="location=\'">', b"<img src='http://[::1'>", b"<input maxlength=\xc2\xb2>",
    b"<select size=\xc2\xb2 name=s>", b"<input type=image>", b"function(){", b"}", b"{{{", b"(((", b"=>{",
)  # fmt: skip


@st.composite
def broken_pages(draw: st.DrawFn) -> bytes:
    """A sample with pieces cut out, doubled, and thrown in."""
    body = draw(st.sampled_from(SAMPLES))
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(body)))
        end = min(at + draw(st.integers(0, 80)), len(body))
        thrown = draw(st.one_of(st.sampled_from(SHARDS), st.binary(max_size=6), st.just(body[at:end] * 2)))
        body = body[:at] + thrown + body[draw(st.sampled_from((at, end))) :]
    return body


def everything(body: bytes) -> None:
    """Ask a page all that a page can be asked."""
    decoded = charset.decode(body)
    page = Page(decoded.text, URL, charset=decoded.charset)
    asked = [page.acts, page.messages, page.notices, page.move, page.frames, page.images, page.lines, page.title]
    assert len(asked) == 8
    for words in ("帳號", "A", "Go"):
        clue = Clue((words,), ("go", "a"))
        for ask in (page.field, page.act, page.image, page.shown):
            ignoring(partial(ask, clue))
    for act in page.acts:
        ignoring(partial(pressed, page, act))
    for control in page.controls:
        ignoring(partial(typed, page, control))
    with suppress(UnexpectedPage):
        updated(page, panel_delta.read(decoded.text))
    updated(page, panel_delta.Delta({"d": decoded.text, "f": decoded.text}, {"h": "1"}, (decoded.text,)))


def pressed(page: Page, act: Act) -> None:
    page.draft(act).press(act).encoded()


def typed(page: Page, control: Control) -> None:
    page.draft(control).put(control, "x")


def ignoring(ask: Callable[[], object]) -> None:
    with suppress(UnexpectedPage):
        ask()


@settings(max_examples=300)
@given(broken_pages())
def test_a_broken_page_is_answered_or_refused_in_time(body: bytes) -> None:
    """Our error or an answer, never another exception; within two seconds of its own time."""
    started = time.process_time()
    ignoring(partial(everything, body))
    assert time.process_time() - started < 2


BOMBS = {
    "deep": "'<div>' * 200000",
    "formatting": "'<p>' + ''.join(f'<b a={i}>' for i in range(20000)) + '</p><p>x' * 20000",
    "formatting, small": "'<p>' + ''.join(f'<b a={i}>' for i in range(3000)) + '</p><p>x' * 3000",
    "attributes": "'<p ' + ''.join(f'a{i}=1 ' for i in range(80000)) + '>'",
    "tables": "'<table><tr><td>' * 9000",
    "spans": "'<table><tr>' + '<td colspan=1000 rowspan=1000><input>' * 9000",
    "selects": "'<select><option>' * 60000",
    "unclosed tags": "'<a ' * 300000",
    "quotes": "'<a b=\\'' * 100000",
    "labels": "'<table>' + '<tr><td><input>' * 9000",
    "one row": "'<table><tr>' + '<td><input>' * 9000",
    "scripts": "'<script>' + 'function a(){' * 60000",
    "braces": "'<script>' + '(' * 400000",
    "calls": "'<script>' + 'alert(' * 60000",
    "strings": "'<script>' + '\\'a' * 300000",
    "strings that never end": "'<script>' + 'a(' + '\\'a(\\\\' * 60000",
    "arrows": "'<script>' + 'x=>' * 60000",
    "conditions": "'<script>' + 'if(a)' * 40000",
    "options": "'<select>' + '<option>x' * 100000",
    "elements": "'<i></i>' * 140000",
    "cells": "'<table>' + ('<tr>' + '<td>x' * 30) * 5000",
    "colours, never closed": "''.join(f'<li><font color=#{i:06x} face=a size=1>x' for i in range(5000))",
    "colours, closed": "''.join(f'<li><font color=#{i:06x}>x</font>' for i in range(20000))",
    "media": "'<style>' + '@media{' * 100000",
    "rules": "'<style>' + '.a{display:none}' * 20000 + '</style>' + '<p>' * 900",
    "rules for all": "'<style>' + 'p{display:none}' * 500 + '</style>' + '<p>' * 1900",
    "siblings": "'<style>.a ~ p{display:none}</style>' + '<p></p>' * 50000",
    "selectors": "'<style>' + '.a .b > .c,' * 20000 + '.d{display:none}</style>' + '<p>' * 900",
    "styled": "'<style>' + 'p{display:none}' * 200 + '</style>' + '<p>' * 5000",
    "brackets": "'<p>' + '(' * 300000 + '<input>'",
    "closed brackets": "'<p>' + '(' * 3000 + ')' * 3000 + '<input>'",
    "comments": "'<!--' * 250000",
    "charset": "'<meta ' * 150000",
    "styles": "'<style>' + 'a b c d,' * 20000 + '{display:none}' * 200",
    "words": "'帳號' * 150000 + '<input>'",
    "notices": "'<li>' * 20000 + '2026/11/24 x'",
    "red": "'<font color=red>' * 9000 + 'x'",
    "entities": "'&lt;' * 250000",
}
BOMB_SCRIPT = """
import os, sys, time
from tests.backend.web.test_fuzz import BOMBS, everything, ignoring
def peak():
    # Not ru_maxrss: it outlives a fork, so that the child of a large process would seem not to grow at all.
    with open("/proc/self/status") as told:
        return next(int(line.split()[1]) for line in told if line.startswith("VmHWM"))
for name in {bombs}:
    if os.fork():
        os.wait()
        continue
    body = eval(BOMBS[name]).encode()[: 1 << 20]
    before = peak()
    started = time.process_time()
    ignoring(lambda: everything(body))
    print(name, round(time.process_time() - started, 2), (peak() - before) // 1024, sep="|", flush=True)
    os._exit(0)
"""


@pytest.mark.parametrize("part", range(4))
def test_a_page_made_to_exhaust_the_reader_does_not(python: Python, part: int) -> None:
    """Up to the client's cap of 1 MiB: bounded time and memory, whatever is in it; each in a process of its own."""
    bombs = [*BOMBS][part::4]
    told = [each.split("|") for each in python(BOMB_SCRIPT.format(bombs=bombs)).stdout.splitlines()]
    assert [name for name, _, _ in told] == bombs
    assert [each for each in told if float(each[1]) >= 6 or int(each[2]) >= 300] == []

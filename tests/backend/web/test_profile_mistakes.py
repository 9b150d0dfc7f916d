"""A mistake in a profile is told with its line, before anybody sits down, and none is read as something else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from ntuh_onboard.backend.web.html.form_kinds import FORM_KINDS
from ntuh_onboard.backend.web.profile import profile_schema
from ntuh_onboard.backend.web.profile.site_profile import load_site
from ntuh_onboard.common import errors
from ntuh_onboard.journey.steps import READ_BACKS, STEPS
from ntuh_onboard.profiles.hospital_profile import PACKAGED, ProfileError, load, nearest

BOM = b"\xef\xbb\xbf"
WEB = PACKAGED.parents[1] / "backend" / "web"
LOOKING = {"clue", "button", "follow", "find", "_shown"}
"""The calls by which the web backend names a control."""
SHAPE = "must be an address such as https://portal.example.org, with nothing behind the host but a port"


def told(folder: Path, *lines: str) -> str:
    """What is said of a file with these lines, without the folder."""
    path = folder / "mended.toml"
    path.write_text("\n".join(['extends = "ntuh"', *lines, ""]), encoding="utf-8")
    with pytest.raises(ProfileError) as refused:
        load_site(path)
    said = str(refused.value)
    assert said.startswith(str(path))
    return said.removeprefix(f"{folder}/")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('valid_for = "({0}分鐘)"', "must hold a hole, {number}, once, and no other"),
        ('valid_for = "({number}分{number}秒)"', "must hold a hole, {number}, once, and no other"),
        ('valid_for = "({minutes}分鐘)"', "must hold a hole, {number}, once, and no other"),
        ('valid_for = "({number}分{minutes}秒)"', "must hold a hole, {number}, once, and no other"),
        ('valid_for = "({number分鐘)"', "must hold a hole, {number}, once, and no other"),
        ('valid_for = "({}分鐘)"', "must hold a hole, {number}, once, and no other"),
        ('greeting = "{number} 您好"', "must hold a hole, {employee_id} or {name}, once, and no other"),
        ('valid_for = "{number}"', "must hold words of the page"),
        ('valid_for = "：{number}。"', "must hold words of the page"),
    ],
)
def test_a_hole_is_one_that_is_read(tmp_path: Path, line: str, said: str) -> None:
    """It is looked into after the message was sent; a name that nobody reads must not be found out then."""
    name = line.partition(" ")[0]
    assert told(tmp_path, "[patterns]", line).startswith(f"mended.toml, line 3: patterns.{name} {said}")


@pytest.mark.parametrize(
    "address",
    [
        "http://[::1",
        "http://portal.ntuh.gov.tw",
        "https://portal.ntuh.gov.tw:abc",
        "https://user:hush@portal.ntuh.gov.tw",
        "https://portal.ntuh.gov.tw?x",
    ],
)
def test_a_servers_address_is_one_that_can_be_asked(tmp_path: Path, address: str) -> None:
    """The rest of the rule is in tests/house/test_addresses.py; a password in an address is not repeated."""
    said = told(tmp_path, "[servers]", f'portal = "{address}"')
    assert said.startswith(f"mended.toml, line 3: servers.portal {SHAPE}")
    assert "hush" not in said


def test_a_number_that_some_programs_read_as_a_host_is_none(tmp_path: Path) -> None:
    """The client would refuse it only when it is asked."""
    assert "line 3: hosts.portal is '127.1', and must be a bare host name" in told(
        tmp_path, "[hosts]", 'portal = "127.1"'
    )


@pytest.mark.parametrize("path", ["General/Login.aspx", "@example.org", "/a b", "/a\\\\b", "/a#b", "https://x/"])
def test_a_pages_address_is_a_path_from_the_slash_on(tmp_path: Path, path: str) -> None:
    """Without it the host would be another one, as `portal.ntuh.gov.twgeneral`."""
    said = told(tmp_path, "[pages]", f'portal = "{path}"')
    assert said.startswith("mended.toml, line 3: pages.portal must be a path, from / on")


@pytest.mark.parametrize(
    "lines",
    [
        ("[marks]", 'landed = ["*"]'),
        ("[marks]", 'maintenance = ["暫停", "："]'),
        ("[marks]", 'saved = ["！"]'),
        ("[controls]", 'sign_in = ["—"]'),
        ("[words]", 'next = "。"'),
    ],
)
def test_what_would_fit_every_page_is_refused(tmp_path: Path, lines: tuple[str, str]) -> None:
    """Signs around words are not compared; of these nothing is left, and every answer would be a success (O-10)."""
    name = f"{lines[0].strip('[]')}.{lines[1].partition(' ')[0]}"
    assert told(tmp_path, *lines).startswith(f"mended.toml, line 3: {name} must hold words of the page: ")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (('words = "。"', 'error = "Refused"'), "words must hold words of the page"),
        (('words = "x"', 'error = "WrongCaptha"'), "WrongCaptha is no refusal that this program knows; the nearest is"),
        (('words = "x"', 'error = "WrongCaptcha"', 'field = "nothing"'), "no field is called nothing; there are: "),
        (('words = "x"', 'error = "Refused"', 'field = "campas"'), "no field is called campas; the nearest is campus"),
    ],
)
def test_a_message_means_something_that_there_is(tmp_path: Path, lines: tuple[str, ...], said: str) -> None:
    """A field that no step asks would never be shown to anybody."""
    assert told(tmp_path, "[[messages]]", *lines).startswith(f"mended.toml, line 2: {said}")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("[ids]", 'campas = ["ddlX"]'), "line 3: ids.campas is not known; the nearest is campus"),
        (("[controls]", 'sing_in = ["登入"]'), "line 3: controls.sing_in is not known; the nearest is sign_in"),
        (("[controls]", 'foo = ["x"]'), "line 3: controls.foo is not known; there are: captcha_picture, sign_in, "),
        (("[marks]", 'snet = ["x"]'), "line 3: marks.snet is not known; the nearest is sent"),
        (("[words]", 'nxet = "x"'), "line 3: words.nxet is not known; left of the = stands the program's own name"),
        (("[words]", 'nxet = "x"'), "for the word; the nearest is next"),
        (("[rules]", 'domain = "@ntuh.gov.tw"'), "line 3: rules.domain must be what stands behind the @"),
    ],
)
def test_a_slip_of_the_fingers_is_told_with_what_was_meant(tmp_path: Path, lines: tuple[str, str], said: str) -> None:
    """A key that nobody asks for would change nothing, without a word."""
    assert said in told(tmp_path, *lines)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("[words.next]", 'a = "下一頁"'), "line 2: words.next must be a text"),
        (("words.next = 3",), "line 2: words.next must be a text"),
        (("words = { next = 3 }",), "line 2: words.next must be a text"),
        (('"words".next = 3',), "words.next must be a text"),
        (("[[hosts]]", 'portal = "x"'), "line 2: hosts must be a table"),
        (("hosts = 3",), "line 2: hosts must be a table"),
        (("messages = 5",), "line 2: each of [[messages]] must hold"),
        (("messages = [{}]",), "line 2: each of [[messages]] must hold"),
        (("extends2 = 1",), "line 2: no table is called extends2"),
        (("[marks]", "saved = [", '  "x",', "  3,", "]"), "line 3: marks.saved must be a list"),
    ],
)
def test_ones_own_file_is_to_blame_however_it_is_written(tmp_path: Path, lines: tuple[str, ...], said: str) -> None:
    """Never the packaged one's line, on which nothing is wrong."""
    assert said in told(tmp_path, *lines)


def test_a_whole_file_is_told_so_too(tmp_path: Path) -> None:
    """One that extends nothing."""
    path = tmp_path / "whole.toml"
    path.write_text(f"messages = 5\n{PACKAGED.read_text(encoding='utf-8')}", encoding="utf-8")
    with pytest.raises(ProfileError, match=r"whole.toml, line 1: each of \[\[messages\]\] must hold"):
        load_site(path)


def test_a_file_by_notepad_is_read(tmp_path: Path) -> None:
    """It may put a mark in front of UTF-8; lines are counted as the editor counts."""
    path = tmp_path / "notepad.toml"
    path.write_bytes(BOM + 'extends = "ntuh"\r\n[words]\r\nnext = "下一頁"\r\n'.encode())
    assert load(path).words["next"] == "下一頁"
    assert load(path).where("words", "next") == f"{path}, line 3"


def test_every_control_that_is_looked_for_can_be_named() -> None:
    """What the pages are asked for is a word of the hospital's, or in the list; and nothing else is in the list."""
    words = load().words
    asked = {name for path in WEB.rglob("*.py") for name in _named(ast.parse(path.read_text(encoding="utf-8")))}
    asked |= {key for kind in FORM_KINDS for key in (kind.button, *(each.key for each in kind.parts))}
    assert asked - words.keys() == set(profile_schema.CONTROLS)


def test_the_fields_of_messages_are_fields_of_the_steps() -> None:
    """And whatever a refusal is about by itself is among them."""
    fields = {each.id for step in (*STEPS.values(), *READ_BACKS.values()) for each in step.fields}
    assert set(profile_schema.FIELDS) <= fields
    kinds = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, errors.Refused)]
    assert {each.default_field for each in kinds} - {None} <= set(profile_schema.FIELDS)


def test_only_a_name_that_is_near_is_proposed() -> None:
    """A wrong one would send somebody on a search."""
    assert nearest("campas", ("campus", "captcha")) == "; the nearest is campus"
    assert nearest("foo", ("campus", "captcha")) == ""


def _named(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            given = [each.value for each in node.args if isinstance(each, ast.Constant)] if name in LOOKING else []
            yield from (each for each in given if isinstance(each, str) and each.isidentifier())

"""`check --sign-in`: the inner pages are read and held against the profile; nothing is changed at the hospital."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ntuh_onboard.backend.site.simulator import Site
from ntuh_onboard.backend.web.profile.site_profile import SiteProfile
from ntuh_onboard.check.findings import Report, SignInState, State, not_checked
from ntuh_onboard.check.verdict import Verdict, verdict
from ntuh_onboard.check.word_findings import Held
from ntuh_onboard.startup.exits import Exit
from tests.backend.web.practising import profile_of
from tests.check.checks import ask, mended, page_of, report_of, word_of
from tests.check.staff import Person, walk
from tests.conftest import ROOT
from tests.patience import PATIENCE
from tests.terminal.harness import Terminal, plain_environment
from tests.terminal.served import simulator

INNER = ("menu", "password", "contact", "phone")


def signed_in(site: Site, person: Person, profile: SiteProfile | None = None) -> Report:
    """A check with a sign-in."""
    known = profile or profile_of(site)
    asked, walked = ask(site, known), walk(site, person, known)
    return report_of(tuple(walked.within(each) for each in asked), known, sign_in=walked.sign_in)


def sent(site: Site) -> list[tuple[str, str]]:
    """Every form that the server has got: its page, and what was pressed."""
    return [(each.page, each.pressed) for each in site.stage.judged()]


def test_on_a_sound_site_all_is_found_and_nothing_is_changed(site: Site) -> None:
    """The sign-in, one ID to the account site, the sign-out: the server's journal knows no other form and no commit."""
    report = signed_in(site, Person(site))
    assert verdict(report) is Verdict.OK
    assert {page_of(report, each).state for each in INNER} == {State.OK}
    assert not [word.key for each in INNER for word in page_of(report, each).words if word.held is not Held.FOUND]
    assert [each.page for each in not_checked(report.sites)] == ["settings", "inbox"]
    assert report.sign_in is not None
    assert (report.sign_in.state, report.sign_in.signed_out) == (SignInState.DONE, True)
    opened = ("menu", "menu")
    assert sent(site) == [("login", "sign_in"), opened, opened, ("menu", "sign_out"), ("activate", "send")]
    assert {each for each, times in site.stage.port.commits().items() if times} == {"portal.sign_in"}


REWORDED = """[words]
sign_out = "離開系統"
new_again = "再輸入一次"
save_changes = "儲存"
registered_phone = "手機"
"""


def test_a_word_that_each_inner_page_has_changed_is_named(site: Site, tmp_path: Path) -> None:
    """Each with the line of the profile and with what stands there instead; the phone's page as far as it is asked."""
    report = signed_in(site, Person(site), mended(tmp_path, site, REWORDED))
    assert verdict(report) is Verdict.WORDS_CHANGED
    for page, key, line, now in (
        ("menu", "sign_out", 3, "登出系統"),
        ("password", "new_again", 4, "請再輸入新密碼"),
        ("contact", "save_changes", 5, "異動儲存"),
        ("phone", "registered_phone", 6, "請輸入帳號登記的手機門號(10碼)"),
    ):
        word = word_of(page_of(report, page), key)
        assert page_of(report, page).state is State.WORDS_CHANGED
        assert (word.to_mend, word.where, now in word.near) == (True, f"{tmp_path}/mended.toml, line {line}", True)
    assert not any(site.stage.port.commits()[each] for each in site.stage.port.commits() if each != "portal.sign_in")


@pytest.mark.parametrize("page", ["password", "contact", "phone"])
def test_a_page_of_other_words_altogether_is_named(site: Site, page: str) -> None:
    """As the hospital may put one up overnight; the pages beside it are as they were."""
    site.stage.layout({"reworded": page})
    report = signed_in(site, Person(site))
    assert {each: page_of(report, each).state is State.OK for each in INNER} == {each: each != page for each in INNER}
    assert verdict(report) is Verdict.WORDS_CHANGED
    assert any(each.to_mend for each in page_of(report, page).words)


def test_an_entry_in_other_words_is_named_and_its_page_is_looked_for(site: Site, tmp_path: Path) -> None:
    """The check does what the wizard does."""
    report = signed_in(site, Person(site), mended(tmp_path, site, '[words]\ncontact_page = "連絡資料"'))
    assert word_of(page_of(report, "menu"), "contact_page").held is Held.MISSING
    assert page_of(report, "contact").state is State.OK
    assert page_of(report, "password").state is State.OK


def test_without_a_yes_no_id_goes_to_the_account_site(site: Site) -> None:
    """The page that asks for the phone number is listed as not checked."""
    report = signed_in(site, Person(site, phone=False))
    assert [each.page for each in not_checked(report.sites)] == ["phone", "settings", "inbox"]
    assert {page for page, _ in sent(site)} == {"login", "menu"}


def test_a_mistyped_picture_code_is_asked_for_again(site: Site) -> None:
    """With the page's own words, and with another picture."""
    person = Person(site, wrong=2)
    report = signed_in(site, person)
    assert report.sign_in is not None
    assert report.sign_in.state is SignInState.DONE
    assert person.told == ["驗證碼錯誤", "驗證碼錯誤"]


def test_a_refused_password_is_not_tried_again(site: Site) -> None:
    """An account is locked by tries; what the page says is shown, and the inner pages stay unread."""
    report = signed_in(site, Person(site, password="Wrong-91-lantern"))
    assert report.sign_in is not None
    assert (report.sign_in.state, report.sign_in.signed_out) == (SignInState.REFUSED, None)
    assert report.sign_in.said.startswith("帳號或密碼錯誤")
    assert sent(site) == [("login", "sign_in")]
    assert verdict(report) is Verdict.PARTLY_CHECKED


@pytest.mark.parametrize("question", ["account", "captcha"])
def test_whoever_leaves_has_sent_nothing(site: Site, question: str) -> None:
    """At any question before the sign-in."""
    report = signed_in(site, Person(site, leaves=question))
    assert report.sign_in is not None
    assert report.sign_in.state is SignInState.LEFT
    assert sent(site) == []
    assert verdict(report) is Verdict.PARTLY_CHECKED


ASKED = {
    "zh-TW": ("員工編號", "Portal 密碼", "院區號碼", "驗證碼（", "(y/N)", "已登出"),
    "en": ("Employee ID", "Portal password", "Number of the campus", "Picture code (", "(y/N)", "Signed out"),
}


@pytest.mark.parametrize("language", ASKED)
def test_a_person_signs_in_at_a_real_terminal(language: str, tmp_path: Path) -> None:
    """The questions in their order; the password is on no screen, and a picture can be kept as a file (T-01)."""
    who, secret, campus, picture, phone, out = ASKED[language]
    with simulator(tmp_path) as server:
        person = next(each for each in server.stage.people() if each.kind == "changed")
        command = [sys.executable, "-m", "ntuh_onboard", "check", "--lang", language, *server.wizard, "--sign-in"]
        environment = plain_environment(tmp_path, PYTHONPATH=str(ROOT), TMPDIR=str(tmp_path))
        with Terminal(command, environment=environment, folder=tmp_path) as terminal:
            for question, answer in (
                (who, person.employee_id),
                (secret, person.password.reveal()),
                (campus, ""),
                (picture, "+"),
                ("captcha-", None),
                (phone, "y"),
            ):
                terminal.wait_for(question)
                terminal.send(f"{server.stage.picture_text() if answer is None else answer}\r")
            assert terminal.wait_for_exit() == Exit.DONE
            shown = bytes(terminal.output).decode()
        commits = server.stage.commits()
    assert out in shown
    assert person.password.reveal() not in shown
    assert len(list(tmp_path.rglob("captcha-*.png"))) == 1
    assert {each for each, times in commits.items() if times} == {"portal.sign_in"}


def test_without_a_terminal_nobody_is_asked(tmp_path: Path) -> None:
    """A password is typed, never piped."""
    command = [sys.executable, "-m", "ntuh_onboard", "check", "--sign-in"]
    environment = plain_environment(tmp_path, PYTHONPATH=str(ROOT))
    done = subprocess.run(command, input=b"1\n", env=environment, capture_output=True, timeout=PATIENCE, check=False)
    assert done.returncode == Exit.NO_TERMINAL
    assert b"terminal" in done.stderr


def test_the_nearest_words_are_nobodys_own(site: Site, tmp_path: Path) -> None:
    """They go into tickets: neither the greeting nor the name of whoever signed in is offered for a missing word."""
    lines = '[words]\nname = "員工姓名"\nstaff_id = "代號"\n[patterns]\ngreeting = "歡迎 {name} 您好"'
    report = signed_in(site, Person(site), mended(tmp_path, site, lines))
    words = [word_of(page_of(report, "contact"), each) for each in ("name", "staff_id")]
    words.append(word_of(page_of(report, "menu"), "landed"))
    assert [each.held for each in words] == [Held.MISSING, Held.MISSING, Held.GENERAL]
    near = " ".join(text for each in words for text in each.near)
    assert near
    assert not [each for each in ("林志豪", "104568") if each in near]


def test_the_menus_entry_and_the_button_behind_it_can_have_different_words(site: Site, tmp_path: Path) -> None:
    """The wizard goes by them too: the password is changed by a button of other words than the entry's (J2)."""
    site.stage.layout({"reworded": "password"})
    lines = '[controls]\npassword.change_password = ["確認變更"]\npassword.old_password = ["目前使用中"]'
    profile = mended(tmp_path, site, lines)
    report = signed_in(site, Person(site), profile)
    assert word_of(page_of(report, "menu"), "change_password").held is Held.FOUND
    found = {each.key: each.held for each in page_of(report, "password").words}
    assert (found["change_password"], found["old_password"]) == (Held.FOUND, Held.FOUND)
    assert found["new_again"] is Held.BY_FORM

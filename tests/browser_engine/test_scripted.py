"""Pages whose scripts do everything: what a plain client cannot press, a browser does, and nothing is sent twice."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import pytest

from ntuh_onboard.backend.contract.subject import ALIAS, NEW_CLOUD, newest_code, person, sign_in
from ntuh_onboard.backend.site.simulator import Site
from ntuh_onboard.backend.web.engines.choice import BrowserChoice
from ntuh_onboard.common import errors
from ntuh_onboard.common.secret import Secret
from tests.backend.web.layouts import laid_out, right_to_the_end

SCRIPTED = {"scripted": True}


def test_auto_walks_the_whole_journey(served: Site, browser: BrowserChoice) -> None:
    """Each site is looked at plainly first, and walked in the browser."""
    with closing(laid_out(served, SCRIPTED, browser=replace(browser, always=False))) as practice:
        right_to_the_end(practice)


def test_without_a_browser_it_is_known_before_anything_is_typed(served: Site) -> None:
    with closing(laid_out(served, SCRIPTED)) as practice:
        with pytest.raises(errors.NeedsBrowser):
            sign_in(practice, person(practice))
        assert not practice.stage.commits()


def test_a_refusal_in_a_drawn_box_is_read_and_the_next_try_is_taken(served: Site, browser: BrowserChoice) -> None:
    with closing(laid_out(served, SCRIPTED, browser=browser)) as practice:
        who, account = person(practice), practice.backend.account
        account.regulations()
        with pytest.raises(errors.Refused):
            account.send_code(who.employee_id, "0900000000")
        account.send_code(who.employee_id, who.phone)
        with pytest.raises(errors.CodeWrong):
            account.verify_code(who.employee_id, Secret("000000"))
        account.verify_code(who.employee_id, newest_code(practice, who))
        assert account.activate(ALIAS, NEW_CLOUD).address.startswith(ALIAS)
        assert practice.stage.commits()["account.activate"] == 1

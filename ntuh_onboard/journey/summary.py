"""What was reached, in words without any secret (J7.1, J7.2): for the last screen and for the page to keep."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import date

from ntuh_onboard.backend.protocol import Account, Activation
from ntuh_onboard.journey.state import Journey
from ntuh_onboard.journey.step_acts import MailOpened

_DONE = ("portal_password", "contact", "cloud_password")


def lines(journey: Journey, say: Callable[..., str], *, portal_known: bool) -> tuple[str, ...]:
    """One line for each thing that now exists, then one for each that is to be known.

    portal_known: whether this program has seen the portal password, so that it could be compared (J2.4).
    """
    return (*reached(journey, say), *notes(journey, say, portal_known=portal_known))


def reached(journey: Journey, say: Callable[..., str]) -> tuple[str, ...]:
    """What now exists."""
    told = [
        say(f"ui.done_{each}{'_by_hand' if each in journey.by_hand else ''}") for each in _DONE if each in journey.done
    ]
    activation = journey.learned.get("alias_again")
    if isinstance(activation, Activation):
        told.append(say("ui.done_alias", address=activation.address))
    elif "alias_again" in journey.by_hand:
        told.append(say("ui.done_alias_by_hand"))
    opened = journey.learned.get("mail_sign_in")
    if isinstance(opened, MailOpened):
        told.append(say("ui.done_mail", alias=opened.alias, day=_day(opened.on) if opened.on else ""))
    elif "mail_sign_in" in journey.by_hand:
        told.append(say("ui.done_mail_by_hand"))
    return tuple(told)


def notes(journey: Journey, say: Callable[..., str], *, portal_known: bool) -> tuple[str, ...]:
    """From when it works, where each password is used, and what is still to be done."""
    told = []
    activation, account = journey.learned.get("alias_again"), journey.learned.get("enter_code")
    if isinstance(activation, Activation):
        told += [say("ui.done_effective", day=_day(activation.effective)), say("ui.done_tomorrow")]
    if "portal_password" in journey.order:
        told.append(say("ui.done_portal_used"))
    if "cloud_password" in journey.done:
        told.append(say("ui.done_cloud_used"))
        if not portal_known:
            told.append(say("ui.done_not_compared"))
    if isinstance(journey.learned.get("mail_sign_in"), MailOpened):
        told.append(say("ui.done_mail_read_nothing"))
    if "alias_again" in journey.done:
        told.append(say("ui.done_cloud_used"))
        if isinstance(account, Account) and not account.asks_password:
            told.append(say("ui.done_no_cloud_password"))
        elif not portal_known:
            told.append(say("ui.done_not_compared"))
    if journey.texts.get("facts_right") == "spelling":
        told.append(say("ui.done_spelling"))
    return tuple(told)


def page(title: str, told: tuple[str, ...], practice: str = "") -> str:
    """A page to print: no script, nothing loaded from anywhere, no secret. practice: the banner, empty for real."""
    items = "".join(f"<li>{html.escape(each)}</li>" for each in told)
    banner = f"<p><strong>{html.escape(practice)}</strong></p>" if practice else ""
    style = "body{font-family:sans-serif;max-width:40em;margin:2em auto}li{margin:.5em 0}"
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"<style>{style}</style></head><body><h1>{html.escape(title)}</h1>{banner}<ul>{items}</ul></body></html>\n"
    )


def _day(moment: date) -> str:
    return moment.strftime("%Y/%m/%d")

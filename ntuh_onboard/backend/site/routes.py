"""The table of all pages by site and path, with the requests (Q1 to Q12) and verbs of the port that each serves.

A fault of a commit is met when its form is sent; but a site that is down, closed or reworded is met on the page where
the form begins, as a person would meet it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ntuh_onboard.backend.site import account_pages as account
from ntuh_onboard.backend.site import inner_pages as inner
from ntuh_onboard.backend.site import mail_pages as mail
from ntuh_onboard.backend.site import portal_pages as portal
from ntuh_onboard.backend.site import reset_pages as reset
from ntuh_onboard.backend.site.exchange import Maker
from ntuh_onboard.backend.site.proof_pages import ACTIVATING, LEFT, RESETTING, Way


@dataclass(frozen=True, slots=True)
class Route:
    """One page.

    Attributes:
        get: answers requests for the page.
        over: answers if the session is over.
        ident: the name of its form, as in the view state.
        post: answers its form.
        forms: other forms that are sent to this page.
        asks: the kinds of request that it is (`Q1` …).
        reads: the verbs that it serves.
        early: the verbs whose form begins here.
        sends: for each button, the kind of request and the verb.
        framed: whether a frameset may be put around it.

    """

    get: Maker
    over: Maker
    ident: str = ""
    post: Maker | None = None
    forms: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    early: tuple[str, ...] = ()
    sends: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    framed: bool = False


_PORTAL_LEAVE = {"sign_out": ("Q12", "portal.sign_out")}
_ACCOUNT_LEAVE = {"sign_out": ("Q12", "account.sign_out")}


def _proof(way: Way, ident: str, phone: str, asks: tuple[str, ...] = ()) -> dict[tuple[str, str], Route]:
    """Return the pages of a proof: the first one, the one for the phone, and the one that says what was sent."""
    return {
        ("account", way.first): Route(
            way.begin,
            way.expired,
            ident,
            way.prove,
            asks=asks,
            early=("account.send_code", "account.verify_code"),
            sends={"next": ("Q8", "account.verify_code"), **_ACCOUNT_LEAVE},
        ),
        ("account", way.phone_path): Route(
            way.phone, way.expired, phone, way.send, sends={"confirm": ("Q7", "account.send_code")}
        ),
        ("account", way.sent_path): Route(way.sent, way.expired),
    }


ROUTES: Mapping[tuple[str, str], Route] = {
    ("portal", "/"): Route(portal.front, portal.expired),
    ("portal", portal.LOGIN): Route(
        portal.login,
        portal.expired,
        "login",
        portal.sign_in,
        asks=("Q1",),
        reads=("portal.reach", "portal.sign_in_page"),
        early=("portal.sign_in",),
        sends={"sign_in": ("Q3", "portal.sign_in")},
        framed=True,
    ),
    ("portal", portal.PICTURE): Route(portal.picture, portal.expired, asks=("Q2",), reads=("portal.picture",)),
    ("portal", portal.MENU): Route(
        portal.menu,
        portal.expired,
        "menu",
        portal.choose,
        asks=("Q11",),
        reads=("portal.landing",),
        sends=_PORTAL_LEAVE,
    ),
    ("portal", portal.LOGOUT): Route(portal.left, portal.expired),
    ("portal", "/banner.htm"): Route(portal.banner, portal.expired),
    ("inner", portal.PASSWORD): Route(
        inner.password,
        portal.expired,
        "password",
        inner.change,
        early=("portal.change_password",),
        sends={"change": ("Q4", "portal.change_password"), **_PORTAL_LEAVE},
    ),
    ("inner", portal.CONTACT): Route(
        inner.contact,
        portal.expired,
        "contact",
        inner.save,
        asks=("Q11",),
        reads=("portal.contact",),
        early=("portal.save_contact",),
        sends={"save": ("Q5", "portal.save_contact"), **_PORTAL_LEAVE},
    ),
    ("account", account.HOME): Route(
        account.home,
        account.expired,
        asks=("Q6",),
        reads=("account.reach", "account.regulations"),
        framed=True,
    ),
    ("account", "/banner.htm"): Route(portal.banner, account.expired),
    **_proof(ACTIVATING, "activate", "phone", asks=("Q6",)),
    ("account", account.SETTINGS): Route(
        account.settings,
        account.expired,
        "settings",
        account.enable,
        forms=("activated",),
        asks=("Q9", "Q11"),
        reads=("account.account", "account.activation"),
        early=("account.activate",),
        sends={"activate": ("Q10", "account.activate"), **_ACCOUNT_LEAVE},
    ),
    **_proof(RESETTING, "reset", "reset_phone"),
    ("account", reset.PASSWORD): Route(
        reset.password,
        RESETTING.expired,
        "new_password",
        reset.change,
        forms=("password_set",),
        reads=("account.account",),
        early=("account.reset_cloud_password",),
        sends={"reset": ("", "account.reset_cloud_password"), **_ACCOUNT_LEAVE},
    ),
    ("account", account.VENDOR): Route(account.not_here, account.expired),
    ("account", LEFT): Route(account.left, account.expired),
    ("mail", "/"): Route(mail.front, mail.expired),
    ("mail", "/banner.htm"): Route(portal.banner, mail.expired),
    ("mail", mail.LOGIN): Route(
        mail.login,
        mail.expired,
        "mail",
        mail.sign_in,
        reads=("mail.reach", "mail.picture"),
        early=("mail.sign_in",),
        sends={"sign_in": ("", "mail.sign_in")},
        framed=True,
    ),
    ("mail", mail.PICTURE): Route(mail.picture, mail.expired),
    ("mail", mail.INBOX): Route(
        mail.inbox, mail.expired, "inbox", mail.leave, sends={"sign_out": ("Q12", "mail.sign_out")}
    ),
    ("mail", mail.LEFT): Route(mail.left, mail.expired),
}

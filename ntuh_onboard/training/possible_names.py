"""What a scenario may name: steps, buttons, verbs, switches and people, from the wizard's own tables if possible.

An unknown name would otherwise show in front of a class: a wait that ends in "stuck", a fault that is never met.
"""

from __future__ import annotations

from collections.abc import Mapping

from ntuh_onboard.backend.protocol import AccountSite, Mail, Portal
from ntuh_onboard.common import errors
from ntuh_onboard.common.errors import BackendError
from ntuh_onboard.journey.journeys import JOURNEYS
from ntuh_onboard.journey.step import Look, Step
from ntuh_onboard.journey.steps import READ_BACKS, STEPS
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.refusals import acts_for

SWITCHES = (
    "talkative",
    "force_change",
    "strict_passwords",
    "asks_password",
    "tells_tries",
    "phone_synced",
    "inside",
)
"""The switches of the simulated hospital."""
PERSONAS = (
    "fresh",
    "changed",
    "activated",
    "expired",
    "branch",
    "old_phone",
    "no_phone",
    "wrong_name",
    "one_word",
    "long_name",
    "foreign",
    "no_authenticator",
)
"""The people on its roster. A test compares both lists with the simulated hospital, which is not imported here."""
VERBS = tuple(
    f"{site}.{name}"
    for site, port in (("portal", Portal), ("account", AccountSite), ("mail", Mail))
    for name, verb in vars(port).items()
    if hasattr(verb, "__mark__")
)
"""Every verb of the three sites, as the port names it."""

_PLAIN = (ButtonAct.BACK, ButtonAct.SUBMIT)
_READING_BACK = (ButtonAct.BROWSER, ButtonAct.DESK, ButtonAct.SUBMIT)
_PICTURE = (ButtonAct.PICTURE, ButtonAct.ZOOM, ButtonAct.BLACK_WHITE, ButtonAct.SAVE_PICTURE)
_WHOLE: Mapping[Look, tuple[ButtonAct, ...]] = {Look.DONE: (ButtonAct.SUMMARY, ButtonAct.TAKE_ALONG, ButtonAct.QUIT)}
"""The buttons of looks that have none of the plain ones."""
_BESIDE: Mapping[Look, tuple[ButtonAct, ...]] = {
    Look.PREFLIGHT: (ButtonAct.RELOAD,),
    Look.MAIL_READY: (ButtonAct.RELOAD,),
    Look.REGULATIONS: (ButtonAct.QUESTIONS,),
    Look.SEND_CODE: (ButtonAct.RETYPE, ButtonAct.KEEP_NUMBER, ButtonAct.TO_CODE),
    Look.ENTER_CODE: (ButtonAct.OWN_CODE, ButtonAct.RESEND, ButtonAct.TO_CONTACT, ButtonAct.DESK),
}
"""The buttons that a look adds; a test draws every step and compares."""
_ERRORS = tuple(each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, BackendError))


def steps_of(journey: str) -> tuple[str, ...]:
    """Return the steps of a journey in order, and the read-backs that a lost answer can lead to."""
    found = list(JOURNEYS[journey])
    for key in found:  # grows while it is read: a read-back that cannot tell may lead to another
        after = step_named(key).read_back
        if after and after not in found:
            found.append(after)
    return tuple(found)


def step_named(key: str) -> Step:
    """Return the step or read-back with this id; raises KeyError."""
    return READ_BACKS[key] if key in READ_BACKS else STEPS[key]


def own_acts(step: Step) -> tuple[ButtonAct, ...]:
    """Return the buttons that a step has from the beginning."""
    plain = _READING_BACK if step.id in READ_BACKS else _PLAIN
    return (*_WHOLE.get(step.look, plain), *_BESIDE.get(step.look, ()), *(_PICTURE if step.picture else ()))


def acts_at(step: Step) -> tuple[ButtonAct, ...]:
    """Return every button that a step can have: its own, and those for ways on after a refusal."""
    asks = step.load or step.submit or step.guard
    after = [
        act
        for each in _ERRORS
        if asks and _met(each(""), step)
        for act in (ButtonAct.RELOAD, *acts_for(each(""), step))
    ]
    return tuple(dict.fromkeys((*own_acts(step), *after)))


def _met(error: BackendError, step: Step) -> bool:
    """Return whether this error can occur at this step: one about a field of another step occurs there.

    The webmail and the read-backs sign in too, and are refused with the fields of the first sign-in.
    """
    here = error.field is None or any(error.field == each.id for each in step.fields)
    return here or step.cloud or step.id in READ_BACKS

"""What a scenario may name: steps, buttons, verbs, switches and people, from the wizard's own tables where they tell.

A name that nothing answers to would be found out in front of a class: a wait that ends in "stuck", a fault never met.
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
"""Of the simulated hospital."""
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
"""On its roster. The simulated hospital is not reached into from here: a test compares both lists with it."""
VERBS = tuple(
    f"{site}.{name}"
    for site, port in (("portal", Portal), ("account", AccountSite), ("mail", Mail))
    for name, verb in vars(port).items()
    if hasattr(verb, "__mark__")
)
"""Everything that is asked of the three sites, as the port names it."""

_PLAIN = (ButtonAct.BACK, ButtonAct.SUBMIT)
_READING_BACK = (ButtonAct.BROWSER, ButtonAct.DESK, ButtonAct.SUBMIT)
_PICTURE = (ButtonAct.PICTURE, ButtonAct.ZOOM, ButtonAct.BLACK_WHITE, ButtonAct.SAVE_PICTURE)
_WHOLE: Mapping[Look, tuple[ButtonAct, ...]] = {Look.DONE: (ButtonAct.SUMMARY, ButtonAct.QUIT)}
"""Looks whose buttons are none of the plain ones."""
_BESIDE: Mapping[Look, tuple[ButtonAct, ...]] = {
    Look.PREFLIGHT: (ButtonAct.RELOAD,),
    Look.MAIL_READY: (ButtonAct.RELOAD,),
    Look.REGULATIONS: (ButtonAct.QUESTIONS,),
    Look.SEND_CODE: (ButtonAct.RETYPE,),
    Look.ENTER_CODE: (ButtonAct.OWN_CODE, ButtonAct.RESEND, ButtonAct.TO_CONTACT, ButtonAct.DESK),
}
"""What a look adds to them; a test draws every step and compares."""
_ERRORS = tuple(each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, BackendError))


def steps_of(journey: str) -> tuple[str, ...]:
    """The steps of a journey in their order, and the read-backs to which a lost answer can lead from there."""
    found = list(JOURNEYS[journey])
    for key in found:  # it grows: where a read-back does not tell, another may
        after = step_named(key).read_back
        if after and after not in found:
            found.append(after)
    return tuple(found)


def step_named(key: str) -> Step:
    """The step or read-back of this id; KeyError where there is none."""
    return READ_BACKS[key] if key in READ_BACKS else STEPS[key]


def own_acts(step: Step) -> tuple[ButtonAct, ...]:
    """The buttons that stand at a step as it comes, by the acts that they are named for."""
    plain = _READING_BACK if step.id in READ_BACKS else _PLAIN
    return (*_WHOLE.get(step.look, plain), *_BESIDE.get(step.look, ()), *(_PICTURE if step.picture else ()))


def acts_at(step: Step) -> tuple[ButtonAct, ...]:
    """Every button that can stand at a step: its own, and the ways on after a refusal."""
    asks = step.load or step.submit or step.guard
    after = [
        act
        for each in _ERRORS
        if asks and _met(each(""), step)
        for act in (ButtonAct.RELOAD, *acts_for(each(""), step))
    ]
    return tuple(dict.fromkeys((*own_acts(step), *after)))


def _met(error: BackendError, step: Step) -> bool:
    """Whether this step can meet it: one about a field of another step is met there.

    The webmail and the read-backs sign in too, and are refused by the names of the first sign-in.
    """
    here = error.field is None or any(error.field == each.id for each in step.fields)
    return here or step.rail == "cloud" or step.id in READ_BACKS

"""What a step tells before it asks: where one is, why, and what its page says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import ceil

from ntuh_onboard.backend.protocol import Contact, Landing
from ntuh_onboard.journey import suggestions
from ntuh_onboard.journey.state import Journey
from ntuh_onboard.journey.step import Look, Step
from ntuh_onboard.journey.steps import RAIL
from ntuh_onboard.journey.walk import account_of
from ntuh_onboard.rules import Expiry, expiry, mask_phone
from ntuh_onboard.screens.base import persona
from ntuh_onboard.screens.base.journey_words import ready_list, why
from ntuh_onboard.screens.base.lost_answers import came_instead
from ntuh_onboard.screens.base.message_clock import MessageClock, at_hour
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.base.site_states import site_lines
from ntuh_onboard.startup import provenance

_IN_MINUTES = 90
"""From so many seconds on, a wait is told in minutes."""
_IN_LINES: Mapping[str, str] = {"ui.persona_message": "plain.persona_message"}
"""What is said in place of a sentence that names a key of the screens."""
_SIGNS: Mapping[str, str] = {".": "plain.sign_dot", "-": "plain.sign_hyphen", "_": "plain.sign_underscore"}
DOMAIN = "ntuh.gov.tw"
"""The part behind the @ if the site does not name it."""


def heading(scene: Scene, step: Step) -> str:
    """Return where the student is, and in practice that it is so, in a word (J0.5)."""
    marks = rail_of(scene.walk.journey)
    at = marks.index(step.rail) + 1 if step.rail in marks else len(marks)
    title = scene.say(f"step.{step.id}.title")
    said = "plain.heading_practice" if scene.practice else "plain.heading"
    return scene.say(said, at=at, count=len(marks), title=title)


def purpose(scene: Scene, step: Step) -> Iterator[str]:
    """Yield what differs from the packaged hospital, why the step is there, and in practice what is typed (J8.3)."""
    yield from (scene.say(key, **values) for key, values in provenance.sentences(scene.overrides, paths=False))
    yield scene.say(why(step, scene.walk.journey))
    handed = persona.line(scene, step)
    if handed is not None:
        yield scene.say(_IN_LINES.get(handed[0], handed[0]), **handed[1])


def facts(scene: Scene, step: Step) -> list[str]:
    """Return what the step's page says, in the order in which the screens show it."""
    return [*_FACTS.get(step.look, _nothing)(scene, step)]


def rail_of(journey: Journey) -> list[str]:
    """Return the marks of the way that this journey takes."""
    return [mark for mark in RAIL if any(journey.table[each].rail == mark for each in journey.order)]


def way_ahead(scene: Scene) -> list[str]:
    """Return the whole way, each mark with its number and whether it is done (J0.5)."""
    journey, lines = scene.walk.journey, []
    for number, mark in enumerate(rail_of(journey), 1):
        steps = [each for each in journey.order if journey.table[each].rail == mark]
        passed = all(each in journey.done or each in journey.skipped for each in steps)
        state = "here" if mark == journey.step.rail else "done" if passed else "open"
        lines.append(scene.say(f"plain.way_{state}", number=number, name=scene.say(f"rail.{mark}")))
    return lines


def domain_of(scene: Scene) -> str:
    """Return the part of the mail address behind the @."""
    account = account_of(scene.walk.journey)
    return account.domain if account else DOMAIN


def by_message(journey: Journey, step: Step) -> bool:
    """Return whether the code of this step comes by text message, as was chosen where it was requested."""
    return journey.holds(journey.table[step.restart].submit_if)


def message_clock(scene: Scene, step: Step) -> MessageClock:
    """Return the clock of the newest message; it counts nothing for a code of the app."""
    sent = scene.walk.sent
    return MessageClock(scene.clock, sent[-1] if sent and by_message(scene.walk.journey, step) else None)


def act_label(scene: Scene, step: Step, texts: Mapping[str, str]) -> str:
    """Return the label of what follows the last answer, with what was typed so far; empty if nothing is sent then."""
    if step.submit is None:
        return ""
    sends = step.look is Look.SEND_CODE and scene.walk.journey.holds(step.submit_if, texts)
    return scene.say(f"step.{step.id}.act_sms" if sends else f"step.{step.id}.act")


def time_left(scene: Scene, step: Step) -> list[str]:
    """Return how long the newest message's code is valid, and when another can be sent, as far as the site says.

    Nothing is returned where no code is typed.
    """
    if step.look is not Look.ENTER_CODE:
        return []
    clock = message_clock(scene, step)
    return [*_left(scene, clock.left), *cooling(scene)]


def _left(scene: Scene, left: float | None) -> list[str]:
    if left is None:
        return []
    minutes, seconds = divmod(int(left), 60)
    return [scene.say("plain.code_left", minutes=minutes, seconds=seconds) if left else scene.say("ui.code_over")]


def cooling(scene: Scene) -> list[str]:
    """Return when another message can be sent, as far as the site says."""
    wait = ceil(scene.walk.cooling) if scene.walk.cooling is not None else None
    if wait is None:
        return []
    if wait > _IN_MINUTES:
        return [scene.say("ui.resend_in_minutes", minutes=ceil(wait / 60))]
    return [scene.say("ui.resend_in", seconds=wait) if wait else scene.say("plain.resend_now")]


def _nothing(scene: Scene, step: Step) -> Iterator[str]:
    yield from ()


def _preflight(scene: Scene, step: Step) -> Iterator[str]:
    yield from site_lines(scene, step)
    yield scene.say("ui.preflight_where")
    yield scene.say(ready_list(scene.walk.journey))


def _mail_ready(scene: Scene, step: Step) -> Iterator[str]:
    yield from site_lines(scene, step)
    yield scene.say("ui.preflight_where")
    yield scene.say("ui.mail_ready_list")


def _who(scene: Scene, step: Step) -> Iterator[str]:
    page = scene.walk.journey.loaded(Contact)
    if page is not None:
        yield scene.say("ui.contact_who", id=page.employee_id, name=page.name)


def _code(scene: Scene, step: Step) -> Iterator[str]:
    sent, journey = scene.walk.sent, scene.walk.journey
    phone = mask_phone(journey.texts.get("registered_phone", ""))
    if by_message(journey, step) and sent:
        when = at_hour(scene.clock, sent[-1].at)
        yield scene.say("ui.code_sent", phone=phone, number=scene.walk.newest_message, time=when)
        yield from time_left(scene, step)
        yield scene.say("ui.no_message", phone=phone)
    else:
        yield scene.say("ui.code_from_app")


def _account(scene: Scene, step: Step) -> Iterator[str]:
    account = account_of(scene.walk.journey)
    if account is None:
        return
    told = {"id": account.employee_id, "name": account.name, "unit": account.unit, "valid_until": account.valid_until}
    yield scene.say("ui.account_facts", **told)
    validity = expiry(account.valid_until, scene.clock.today())
    if validity in {Expiry.SOON, Expiry.OVER}:
        yield scene.say(f"ui.validity_{validity.value}")


def _alias_again(scene: Scene, step: Step) -> Iterator[str]:
    alias = scene.walk.journey.texts.get("alias", "")
    yield f"{alias}@{domain_of(scene)}"
    pairs = suggestions.lookalikes(alias)
    key = "ui.spelled_lookalike" if pairs else "ui.spelled"
    yield scene.say(key, spelled=_spelled(scene, alias), count=len(alias), pairs=" ".join(pairs))
    yield scene.say("ui.nothing_sent")


def _spelled(scene: Scene, alias: str) -> str:
    """Spell a mail name letter by letter; a sign by its name, since speech passes over a sign that stands alone."""
    letters = suggestions.spelled(alias).split()
    return " ".join(scene.say(_SIGNS[each]) if each in _SIGNS else each for each in letters)


def _whose(scene: Scene, step: Step) -> Iterator[str]:
    account = account_of(scene.walk.journey)
    if account is not None and (account.employee_id or account.name):
        yield scene.say("ui.cloud_account", id=account.employee_id, name=account.name)
    yield scene.say("ui.cloud_password_for")


def _lost(scene: Scene, step: Step) -> Iterator[str]:
    yield came_instead(scene)


def _stuck(scene: Scene, step: Step) -> Iterator[str]:
    journey = scene.walk.journey
    yield scene.say("ui.stuck", step=scene.say(f"rail.{journey.step.rail}"))
    yield scene.say(f"unknown.{journey.lost}")
    yield came_instead(scene)


_FACTS: Mapping[Look, Callable[[Scene, Step], Iterator[str]]] = {
    Look.PREFLIGHT: _preflight,
    Look.MAIL_READY: _mail_ready,
    Look.CONTACT: _who,
    Look.ENTER_CODE: _code,
    Look.ACCOUNT: _account,
    Look.ALIAS_AGAIN: _alias_again,
    Look.CLOUD_PASSWORD: _whose,
    Look.READ_BACK: _lost,
    Look.READ_BACK_PICTURE: _lost,
    Look.STUCK: _stuck,
}


def notices(scene: Scene) -> Sequence[str]:
    """Return the notices shown after sign-in, to offer them only if there are any (J1.6)."""
    landing = scene.walk.journey.told(Landing)
    return [each.text for each in landing.notices] if landing is not None else []

"""The journeys as tables; start reading here.

`STEPS` holds every step: its fields with their rules, what it loads, its side actions, and its one submit.
`JOURNEYS` names the journeys as lists of step ids. `READ_BACKS` holds the steps that find out how a lost commit ended.
The wizard's screens, the answers file and the tests walk these tables; nothing else knows the order of the steps.
Adding a step on existing verbs is one entry here and its sentences in the catalogues (`step.<id>.…`, `field.<id>.…`).
"""

from __future__ import annotations

from collections.abc import Mapping

from ntuh_onboard import acts, guards
from ntuh_onboard.journeys import JOURNEYS, RAIL
from ntuh_onboard.step import Field, Kind, Need, Step

_PASSWORD_ADVICE = (
    "password.no_employee_id",
    "password.no_national_id",
    "password.no_phone",
    "password.no_name",
    "password.common",
    "password.keyboard_walk",
    "password.caps_lock",
)
_PASSWORD = ("secret.no_input_method", "password.length", "password.letter", "password.digit")

_TABLE = (
    Step(
        "preflight",
        "prepare",
        fields=(Field("in_hand", Kind.CONFIRM, rules=("confirm.ticked",)),),
        load=acts.REACH,
    ),
    Step(
        "progress",
        "prepare",
        fields=(
            Field(
                "progress",
                Kind.CHOICE,
                options=("first", "password_changed", "mail_only", "interrupted", "activated_before"),
            ),
        ),
        skips={
            "password_changed": ("portal_password",),
            "mail_only": ("sign_in", "portal_password", "contact"),
        },
        guard=guards.activated_before,
    ),
    Step(
        "sign_in",
        "sign_in",
        fields=(
            # 院區 first, as on the page: it has a default, and a burst of ID, password and picture code passes it by.
            Field("campus", Kind.CHOICE, word="campus", loaded=True),
            Field("employee_id", word="account", rules=("required", "employee_id.six_digits"), fold="digits"),
            Field(
                "portal_password",
                Kind.SECRET,
                word="password",
                rules=("required", "secret.no_input_method", "identity.upper_case", "identity.check_digit"),
                fold="none",
            ),
            Field("captcha", Kind.CAPTCHA, word="captcha", rules=("required", "captcha.ascii"), fold="halfwidth"),
        ),
        load=acts.SIGN_IN_PAGE,
        picture=acts.PICTURE,
        submit=acts.SIGN_IN,
        gives=Need.PORTAL_SESSION,
        sealed=True,
        read_back="read_back_sign_in",
    ),
    Step(
        "portal_password",
        "portal_password",
        word="change_password",
        fields=(
            Field(
                "portal_old",
                Kind.SECRET,
                word="old_password",
                rules=("required", "secret.no_input_method"),
                fold="none",
                falls_back="portal_password",
            ),
            Field(
                "portal_new",
                Kind.SECRET,
                word="new_password",
                rules=("required", *_PASSWORD, "password.not_old", *_PASSWORD_ADVICE),
                fold="none",
            ),
            Field(
                "portal_again",
                Kind.SECRET,
                word="new_again",
                rules=("required", "password.repeat"),
                fold="none",
                repeats="portal_new",
            ),
        ),
        submit=acts.CHANGE_PASSWORD,
        needs=Need.PORTAL_SESSION,
        sealed=True,
        read_back="read_back_new_password",
    ),
    Step(
        "contact",
        "contact",
        word="contact_page",
        fields=(
            Field(
                "mobile_phone",
                word="mobile_phone",
                rules=("required", "mobile.taiwanese", "mobile.foreign"),
                fold="phone",
                prefill="contact.mobile_phone",
            ),
            Field(
                "english_surname",
                word="english_surname",
                rules=("english_name.letters",),
                prefill="contact.english_surname",
                optional=True,
            ),
            Field(
                "english_given",
                word="english_given",
                rules=("english_name.letters",),
                prefill="contact.english_given",
                optional=True,
            ),
            Field(
                "english_middle",
                word="english_middle",
                rules=("english_name.letters",),
                prefill="contact.english_middle",
                optional=True,
            ),
            Field(
                "office_phone",
                word="office_phone",
                rules=("office_phone.shape",),
                fold="phone",
                prefill="contact.office_phone",
                optional=True,
            ),
            Field(
                "home_phone",
                word="home_phone",
                rules=("home_phone.shape",),
                fold="phone",
                prefill="contact.home_phone",
                optional=True,
            ),
            Field("phone_checked", Kind.CONFIRM, rules=("confirm.ticked",)),
        ),
        load=acts.CONTACT,
        submit=acts.SAVE_CONTACT,
        needs=Need.PORTAL_SESSION,
        read_back="read_back_contact",
    ),
    Step(
        "regulations",
        "regulations",
        word="regulations",
        fields=(Field("agree", Kind.CONFIRM, rules=("confirm.ticked",)),),
        load=acts.REGULATIONS,
        sealed=True,
    ),
    Step(
        "send_code",
        "code",
        word="send_code",
        fields=(
            Field("channel", Kind.CHOICE, options=("sms", "authenticator")),
            Field(
                "account_id",
                word="network_account",
                rules=("required", "employee_id.six_digits"),
                fold="digits",
                prefill="employee_id",
            ),
            Field(
                "registered_phone",
                word="registered_phone",
                rules=("required", "registered_phone.ten_digits"),
                fold="phone",
                prefill="mobile_phone",
                only_if="channel=sms",
            ),
        ),
        submit=acts.SEND_CODE,
        read_back="read_back_message",
        submit_if="channel=sms",
    ),
    Step(
        "enter_code",
        "code",
        word="code",
        fields=(Field("code", Kind.SECRET, word="code", rules=("required", "code.digits"), fold="code", shown=True),),
        submit=acts.VERIFY_CODE,
        gives=Need.PROOF,
        sealed=True,
        restart="send_code",
        read_back="read_back_code",
    ),
    Step(
        "account",
        "alias",
        fields=(Field("facts_right", Kind.CHOICE, options=("right", "spelling", "somebody_else")),),
        needs=Need.PROOF,
        guard=guards.account_in_order,
    ),
    Step(
        "alias",
        "alias",
        word="alias",
        fields=(
            Field(
                "alias",
                word="alias",
                rules=("required", "alias.length", "alias.characters", "alias.dots", "alias.lookalike"),
                fold="alias",
            ),
            Field(
                "cloud_password",
                Kind.SECRET,
                rules=("required", *_PASSWORD, "cloud.not_portal", "cloud.near_portal", *_PASSWORD_ADVICE),
                fold="none",
                only_if="enter_code.asks_password",
            ),
            Field(
                "cloud_again",
                Kind.SECRET,
                rules=("required", "password.repeat"),
                fold="none",
                repeats="cloud_password",
                only_if="enter_code.asks_password",
            ),
        ),
        needs=Need.PROOF,
    ),
    Step(
        "alias_again",
        "alias",
        word="activate",
        fields=(Field("alias_again", rules=("required", "alias.repeat"), fold="alias", repeats="alias"),),
        submit=acts.ACTIVATE,
        needs=Need.PROOF,
        sealed=True,
        read_back="read_back_activation",
    ),
    Step("done", "done"),
)

STEPS: Mapping[str, Step] = {step.id: step for step in _TABLE}

_PICTURE_AGAIN = Field(
    "read_back_captcha", Kind.CAPTCHA, word="captcha", rules=("required", "captcha.ascii"), fold="halfwidth"
)
_READ_BACK_TABLE = (
    Step("read_back_sign_in", "sign_in", submit=acts.READ_BACK_SIGN_IN),
    Step(
        "read_back_new_password",
        "portal_password",
        fields=(_PICTURE_AGAIN,),
        load=acts.SIGN_IN_PAGE,
        picture=acts.PICTURE,
        submit=acts.READ_BACK_NEW_PASSWORD,
        read_back="read_back_old_password",
    ),
    Step(
        "read_back_old_password",
        "portal_password",
        fields=(_PICTURE_AGAIN,),
        load=acts.SIGN_IN_PAGE,
        picture=acts.PICTURE,
        submit=acts.READ_BACK_OLD_PASSWORD,
    ),
    Step("read_back_contact", "contact", submit=acts.READ_BACK_CONTACT),
    Step(
        "read_back_message",
        "code",
        fields=(Field("arrived", Kind.CHOICE, options=("yes", "no")),),
        submit=acts.READ_BACK_MESSAGE,
    ),
    Step("read_back_code", "code", submit=acts.READ_BACK_CODE),
    Step("read_back_activation", "alias", submit=acts.READ_BACK_ACTIVATION),
)

READ_BACKS: Mapping[str, Step] = {step.id: step for step in _READ_BACK_TABLE}
"""Steps that find out how a lost commit ended; one without fields runs by itself. `read_back` names the next one to
ask where the outcome is still unknown."""


def step_of_field(key: str) -> Step | None:
    """The step that asks this field; None where no step does."""
    for step in (*_TABLE, *_READ_BACK_TABLE):
        if any(each.id == key for each in step.fields):
            return step
    return None


__all__ = ["JOURNEYS", "RAIL", "READ_BACKS", "STEPS", "step_of_field"]

"""Steps at the account site: regulations, proof by code, then activation or a new cloud password (J4 to J6, J8.1)."""

from __future__ import annotations

from collections.abc import Mapping

from ntuh_onboard.backend.protocol import Activation, Purpose
from ntuh_onboard.journey import guards, step_acts
from ntuh_onboard.journey.step import Busy, Field, Kind, Look, Need, Reached, Step
from ntuh_onboard.journey.tables import new_password_rules
from ntuh_onboard.rules.names import ALIAS_RULES


def _address(value: object) -> Mapping[str, object] | None:
    return {"address": value.address} if isinstance(value, Activation) else None


STEPS = (
    Step(
        "regulations",
        "regulations",
        word="regulations",
        fields=(Field("agree", Kind.CONFIRM, rules=("confirm.ticked",)),),
        load=step_acts.REGULATIONS,
        sealed=True,
        look=Look.REGULATIONS,
        busy=Busy.READING,
    ),
    Step(
        "send_code",
        "code",
        word="send_code",
        fields=(
            Field("channel", Kind.CHOICE, options=("sms", "authenticator"), practised="sms"),
            Field(
                "account_id",
                word="network_account",
                rules=("required", "employee_id.six_digits"),
                fold="digits",
                prefill="employee_id",
                practised="@id",
            ),
            Field(
                "registered_phone",
                word="registered_phone",
                rules=("required", "registered_phone.ten_digits"),
                fold="phone",
                prefill="mobile_phone",
                only_if="channel=sms",
                practised="@phone",
            ),
        ),
        submit=step_acts.SEND_CODE,
        read_back="read_back_message",
        submit_if="channel=sms",
        look=Look.SEND_CODE,
        desk="no_code",
        handed="ui.persona_phone",
    ),
    Step(
        "enter_code",
        "code",
        word="code",
        fields=(
            Field(
                "code",
                Kind.SECRET,
                word="code",
                rules=("required", "code.digits"),
                fold="code",
                shown=True,
                practised="@message",
            ),
        ),
        submit=step_acts.VERIFY_CODE,
        gives=Need.PROOF,
        sealed=True,
        restart="send_code",
        read_back="read_back_code",
        forgets=("code",),
        look=Look.ENTER_CODE,
        busy=Busy.WAITING,
        desk="no_code",
        handed="ui.persona_message",
    ),
    Step(
        "account",
        "alias",
        fields=(Field("facts_right", Kind.CHOICE, options=("right", "spelling", "somebody_else"), practised="right"),),
        needs=Need.PROOF,
        guard=guards.account_in_order,
        look=Look.ACCOUNT,
        desk="expired",
    ),
    Step(
        "alias",
        "alias",
        word="alias",
        fields=(
            Field(
                "alias",
                word="alias",
                rules=(*ALIAS_RULES, "alias.office", "alias.distinct", "alias.capitals", "alias.lookalike"),
                fold="alias",
                practised="yifen.chen.practice",
            ),
            Field(
                "cloud_password",
                Kind.SECRET,
                rules=(
                    "required",
                    *new_password_rules.HOSPITAL,
                    "cloud.not_portal",
                    "cloud.near_portal",
                    *new_password_rules.ADVICE,
                ),
                fold="none",
                only_if="enter_code.asks_password",
                falls_back="cloud_password",
                practised="Harbour9Quietly",
            ),
            Field(
                "cloud_again",
                Kind.SECRET,
                rules=("required", "password.repeat"),
                fold="none",
                repeats="cloud_password",
                falls_back="cloud_again",
                only_if="enter_code.asks_password",
            ),
        ),
        needs=Need.PROOF,
        look=Look.ALIAS,
    ),
    Step(
        "alias_again",
        "alias",
        word="activate",
        fields=(
            Field(
                "alias_again",
                rules=("required", "alias.repeat"),
                fold="alias",
                repeats="alias",
            ),
        ),
        submit=step_acts.ACTIVATE,
        seen=step_acts.SEEN_ACTIVATION,
        needs=Need.PROOF,
        sealed=True,
        read_back="read_back_activation",
        forgets=("cloud_password", "cloud_again"),
        look=Look.ALIAS_AGAIN,
        reached=Reached("ui.done_alias", "ui.news_alias", _address),
    ),
    Step(
        "reset_regulations",
        "regulations",
        word="reset_entry",
        fields=(Field("reset_agree", Kind.CONFIRM, rules=("confirm.ticked",)),),
        load=step_acts.RESET_REGULATIONS,
        sealed=True,
        look=Look.REGULATIONS,
        busy=Busy.READING,
        purpose=Purpose.RESET,
    ),
    Step(
        "cloud_password",
        "cloud",
        word="reset_entry",
        fields=(
            Field(
                "cloud_new",
                Kind.SECRET,
                rules=(
                    "required",
                    *new_password_rules.HOSPITAL,
                    "cloud.not_portal",
                    "cloud.near_portal",
                    *new_password_rules.ADVICE,
                ),
                fold="none",
                practised="Harbour9Quietly",
            ),
            Field(
                "cloud_new_again",
                Kind.SECRET,
                rules=("required", "password.repeat"),
                fold="none",
                repeats="cloud_new",
            ),
        ),
        submit=step_acts.RESET_CLOUD_PASSWORD,
        needs=Need.PROOF,
        sealed=True,
        read_back="read_back_cloud_password",
        forgets=("cloud_new", "cloud_new_again"),
        look=Look.CLOUD_PASSWORD,
        cloud=True,
        desk="forgotten",
        reached=Reached("ui.done_cloud_password", "ui.news_cloud_password"),
    ),
)
"""In their order; the last two are of the shorter journey."""

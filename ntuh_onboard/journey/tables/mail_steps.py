"""Steps at the webmail, from the day after activation: does its sign-in work (J7.4)."""

from __future__ import annotations

from collections.abc import Mapping

from ntuh_onboard.journey import step_acts
from ntuh_onboard.journey.step import Busy, Field, Kind, Look, Reached, Step
from ntuh_onboard.journey.step_acts import MailOpened
from ntuh_onboard.journey.tables.summary_notes import as_day


def _opened(value: object) -> Mapping[str, object] | None:
    return {"alias": value.alias, "day": as_day(value.on)} if isinstance(value, MailOpened) else None


STEPS = (
    Step("mail_ready", "prepare", load=step_acts.MAIL_REACH, look=Look.MAIL_READY),
    Step(
        "mail_sign_in",
        "cloud",
        fields=(
            Field("mail_alias", word="account", rules=("required",), fold="alias", prefill="alias", practised="@alias"),
            Field(
                "mail_password",
                Kind.SECRET,
                word="password",
                rules=("required", "secret.no_input_method", "secret.no_outer_blank"),
                fold="none",
                practised="@cloud",
            ),
            Field(
                "mail_captcha",
                Kind.CAPTCHA,
                word="captcha",
                rules=("required", "captcha.ascii"),
                fold="halfwidth",
                practised="@picture",
            ),
        ),
        picture=step_acts.MAIL_PICTURE,
        submit=step_acts.MAIL_SIGN_IN,
        sealed=True,
        read_back="read_back_mail",
        forgets=("mail_password",),
        look=Look.PICTURE,
        cloud=True,
        busy=Busy.READING,
        desk="forgotten",
        reached=Reached("ui.done_mail", "ui.news_mail", _opened),
        handed="ui.persona_mail",
    ),
)
"""In their order."""

"""The webmail: from the day after activation on, whether its sign-in works (J7.4)."""

from __future__ import annotations

from ntuh_onboard.journey import step_acts
from ntuh_onboard.journey.step import Field, Kind, Step

STEPS = (
    Step("mail_ready", "prepare", load=step_acts.MAIL_REACH),
    Step(
        "mail_sign_in",
        "cloud",
        fields=(
            Field("mail_alias", word="account", rules=("required",), fold="alias", prefill="alias"),
            Field(
                "mail_password",
                Kind.SECRET,
                word="password",
                rules=("required", "secret.no_input_method"),
                fold="none",
            ),
            Field("mail_captcha", Kind.CAPTCHA, word="captcha", rules=("required", "captcha.ascii"), fold="halfwidth"),
        ),
        picture=step_acts.MAIL_PICTURE,
        submit=step_acts.MAIL_SIGN_IN,
        sealed=True,
        read_back="read_back_mail",
    ),
)
"""In their order."""

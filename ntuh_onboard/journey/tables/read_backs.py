"""How a lost commit ended: what is asked of the hospital, or of the student, before anything is sent again (R-01)."""

from __future__ import annotations

from ntuh_onboard.journey import step_acts
from ntuh_onboard.journey.step import Field, Kind, Step

_PICTURE_AGAIN = Field(
    "read_back_captcha", Kind.CAPTCHA, word="captcha", rules=("required", "captcha.ascii"), fold="halfwidth"
)
STEPS = (
    Step("read_back_sign_in", "sign_in", submit=step_acts.READ_BACK_SIGN_IN),
    Step(
        "read_back_new_password",
        "portal_password",
        fields=(_PICTURE_AGAIN,),
        load=step_acts.SIGN_IN_PAGE,
        picture=step_acts.PICTURE,
        submit=step_acts.READ_BACK_NEW_PASSWORD,
        read_back="read_back_old_password",
    ),
    Step(
        "read_back_old_password",
        "portal_password",
        fields=(_PICTURE_AGAIN,),
        load=step_acts.SIGN_IN_PAGE,
        picture=step_acts.PICTURE,
        submit=step_acts.READ_BACK_OLD_PASSWORD,
    ),
    Step("read_back_contact", "contact", submit=step_acts.READ_BACK_CONTACT),
    Step(
        "read_back_message",
        "code",
        fields=(Field("arrived", Kind.CHOICE, options=("yes", "no")),),
        submit=step_acts.READ_BACK_MESSAGE,
    ),
    Step("read_back_code", "code", submit=step_acts.READ_BACK_CODE),
    Step("read_back_activation", "alias", submit=step_acts.READ_BACK_ACTIVATION),
    Step(
        "read_back_cloud_password",
        "cloud",
        fields=(
            Field("read_back_alias", word="account", rules=("required",), fold="alias"),
            Field(
                "read_back_mail_captcha",
                Kind.CAPTCHA,
                word="captcha",
                rules=("required", "captcha.ascii"),
                fold="halfwidth",
            ),
        ),
        picture=step_acts.MAIL_PICTURE,
        submit=step_acts.READ_BACK_CLOUD_PASSWORD,
    ),
    Step("read_back_mail", "cloud", submit=step_acts.READ_BACK_MAIL),
)

"""Steps that ask the hospital, or the student, how a lost commit ended, before anything is sent again (R-01)."""

from __future__ import annotations

from ntuh_onboard.journey import step_acts
from ntuh_onboard.journey.step import Busy, Field, Kind, Look, Step

_PICTURE_AGAIN = Field(
    "read_back_captcha",
    Kind.CAPTCHA,
    word="captcha",
    rules=("required", "captcha.ascii"),
    fold="halfwidth",
    practised="@picture",
)
STEPS = (
    Step("read_back_sign_in", "sign_in", submit=step_acts.READ_BACK_SIGN_IN, look=Look.READ_BACK),
    Step(
        "read_back_new_password",
        "portal_password",
        fields=(_PICTURE_AGAIN,),
        load=step_acts.SIGN_IN_PAGE,
        picture=step_acts.PICTURE,
        submit=step_acts.READ_BACK_NEW_PASSWORD,
        read_back="read_back_old_password",
        look=Look.READ_BACK_PICTURE,
        busy=Busy.READING,
    ),
    Step(
        "read_back_old_password",
        "portal_password",
        fields=(_PICTURE_AGAIN,),
        load=step_acts.SIGN_IN_PAGE,
        picture=step_acts.PICTURE,
        submit=step_acts.READ_BACK_OLD_PASSWORD,
        look=Look.READ_BACK_PICTURE,
        busy=Busy.READING,
    ),
    Step("read_back_contact", "contact", submit=step_acts.READ_BACK_CONTACT, look=Look.READ_BACK),
    Step(
        "read_back_message",
        "code",
        fields=(Field("arrived", Kind.CHOICE, options=("yes", "no")),),
        submit=step_acts.READ_BACK_MESSAGE,
        look=Look.READ_BACK,
    ),
    Step("read_back_code", "code", submit=step_acts.READ_BACK_CODE, look=Look.READ_BACK),
    Step("read_back_activation", "alias", submit=step_acts.READ_BACK_ACTIVATION, look=Look.READ_BACK),
    Step(
        "read_back_cloud_password",
        "cloud",
        fields=(
            Field("read_back_alias", word="account", rules=("required",), fold="alias", practised="@alias"),
            Field(
                "read_back_mail_captcha",
                Kind.CAPTCHA,
                word="captcha",
                rules=("required", "captcha.ascii"),
                fold="halfwidth",
                practised="@picture",
            ),
        ),
        picture=step_acts.MAIL_PICTURE,
        submit=step_acts.READ_BACK_CLOUD_PASSWORD,
        look=Look.READ_BACK_PICTURE,
        busy=Busy.READING,
        desk="forgotten",
        cloud=True,
        handed="ui.persona_alias",
    ),
    Step("read_back_mail", "cloud", submit=step_acts.READ_BACK_MAIL, look=Look.READ_BACK, cloud=True),
)

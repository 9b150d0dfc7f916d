"""Steps before and at the portal, from the first question to the contact details (J0 to J3)."""

from __future__ import annotations

from ntuh_onboard.journey import guards, step_acts
from ntuh_onboard.journey.step import Busy, Field, Kind, Look, Need, Reached, Step
from ntuh_onboard.journey.step_acts import Typed
from ntuh_onboard.journey.tables import new_password_rules


def _needs_no_new_password(typed: Typed) -> tuple[str, ...]:
    return ("portal_password",) if guards.password_changed_before(typed) else ()


STEPS = (
    Step(
        "preflight",
        "prepare",
        load=step_acts.REACH,
        look=Look.PREFLIGHT,
    ),
    Step(
        "progress",
        "prepare",
        fields=(
            Field(
                "progress",
                Kind.CHOICE,
                options=("first", "password_changed", "mail_only", "interrupted", "activated_before"),
                practised="first",
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
            # 院區 comes first, as on the page: it has a default, so a burst of ID, password and picture code skips it.
            Field("campus", Kind.CHOICE, word="campus", loaded=True),
            Field(
                "employee_id",
                word="account",
                rules=("required", "employee_id.six_digits"),
                fold="digits",
                practised="@id",
            ),
            Field(
                "portal_password",
                Kind.SECRET,
                word="password",
                rules=(
                    "required",
                    "secret.no_input_method",
                    "secret.no_outer_blank",
                    "identity.upper_case",
                    "identity.check_digit",
                ),
                fold="none",
                practised="@password",
            ),
            Field(
                "captcha",
                Kind.CAPTCHA,
                word="captcha",
                rules=("required", "captcha.ascii"),
                fold="halfwidth",
                practised="@picture",
            ),
        ),
        load=step_acts.SIGN_IN_PAGE,
        picture=step_acts.PICTURE,
        submit=step_acts.SIGN_IN,
        gives=Need.PORTAL_SESSION,
        sealed=True,
        read_back="read_back_sign_in",
        proves=_needs_no_new_password,
        locates_if="progress=interrupted",
        portal="portal_password",
        remembers="employee_id",
        look=Look.SIGN_IN,
        busy=Busy.READING,
        desk="portal_reset",
        handed="ui.persona",
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
                rules=("required", "secret.no_input_method", "secret.no_outer_blank"),
                fold="none",
                falls_back="portal_password",
            ),
            Field(
                "portal_new",
                Kind.SECRET,
                word="new_password",
                rules=(
                    "required",
                    *new_password_rules.HOSPITAL,
                    "password.not_old",
                    "password.near_old",
                    *new_password_rules.ADVICE,
                ),
                fold="none",
                practised="Lantern7Meadow",
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
        submit=step_acts.CHANGE_PASSWORD,
        seen=step_acts.SEEN_PASSWORD,
        needs=Need.PORTAL_SESSION,
        sealed=True,
        read_back="read_back_new_password",
        # The password of the sign-in is kept beyond that step if a new one has to be set: it is the old one here.
        forgets=("portal_old", "portal_new", "portal_again", "portal_password"),
        portal="portal_new",
        look=Look.PORTAL_PASSWORD,
        reached=Reached("ui.done_portal_password", "ui.news_portal_password"),
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
                practised="@phone",
            ),
            Field(
                "english_surname",
                word="english_surname",
                rules=("english_name.present", "english_name.letters"),
                prefill="contact.english_surname",
                optional=True,
                practised="Chen",
            ),
            Field(
                "english_given",
                word="english_given",
                rules=("english_name.present", "english_name.letters"),
                prefill="contact.english_given",
                optional=True,
                practised="Yi-Fen",
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
            Field("phone_checked", Kind.CONFIRM, rules=("confirm.ticked",), confirms="mobile_phone"),
        ),
        load=step_acts.CONTACT,
        submit=step_acts.SAVE_CONTACT,
        seen=step_acts.SEEN_CONTACT,
        needs=Need.PORTAL_SESSION,
        read_back="read_back_contact",
        look=Look.CONTACT,
        reached=Reached("ui.done_contact"),
        handed="ui.persona_phone",
    ),
)
"""In their order."""

"""Which steps have a look of their own; every other step is drawn by `StepView`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ntuh_onboard.journey.step import Step
from ntuh_onboard.journey.steps import READ_BACKS
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.steps.account_view import AccountView
from ntuh_onboard.screens.steps.alias_view import AliasAgainView, AliasView
from ntuh_onboard.screens.steps.cloud_password_view import CloudPasswordView
from ntuh_onboard.screens.steps.contact_view import ContactView
from ntuh_onboard.screens.steps.done_view import DoneView
from ntuh_onboard.screens.steps.enter_code_view import EnterCodeView
from ntuh_onboard.screens.steps.portal_password_view import PortalPasswordView
from ntuh_onboard.screens.steps.preflight_view import MailReadyView, PreflightView
from ntuh_onboard.screens.steps.read_back_view import ReadBackPictureView, ReadBackView, StuckView
from ntuh_onboard.screens.steps.regulations_view import RegulationsView
from ntuh_onboard.screens.steps.send_code_view import SendCodeView
from ntuh_onboard.screens.steps.sign_in_view import PictureView, SignInView
from ntuh_onboard.screens.steps.step_view import StepView

LOOKS: Mapping[str, Callable[[Scene, Step], StepView]] = {
    "preflight": PreflightView,
    "sign_in": SignInView,
    "portal_password": PortalPasswordView,
    "contact": ContactView,
    "regulations": RegulationsView,
    "send_code": SendCodeView,
    "enter_code": EnterCodeView,
    "account": AccountView,
    "alias": AliasView,
    "alias_again": AliasAgainView,
    "reset_regulations": RegulationsView,
    "cloud_password": CloudPasswordView,
    "mail_ready": MailReadyView,
    "mail_sign_in": PictureView,
    "done": DoneView,
}


def build(scene: Scene, key: str, table: Mapping[str, Step]) -> StepView:
    """The view of a step, of a read-back, or of what stays unknown."""
    if key == "unknown":
        return StuckView(scene)
    step = table[key]
    if key in READ_BACKS:
        return ReadBackPictureView(scene, step) if step.picture else ReadBackView(scene, step)
    return LOOKS.get(key, StepView)(scene, step)

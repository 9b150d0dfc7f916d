"""Which steps have a look of their own; every other step is drawn by `StepView`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ntuh_onboard.screens.account import AccountView
from ntuh_onboard.screens.alias import AliasAgainView, AliasView
from ntuh_onboard.screens.cloud_password import CloudPasswordView
from ntuh_onboard.screens.contact import ContactView
from ntuh_onboard.screens.done import DoneView
from ntuh_onboard.screens.enter_code import EnterCodeView
from ntuh_onboard.screens.portal_password import PortalPasswordView
from ntuh_onboard.screens.preflight import MailReadyView, PreflightView
from ntuh_onboard.screens.read_back import ReadBackPictureView, ReadBackView, StuckView
from ntuh_onboard.screens.regulations import RegulationsView
from ntuh_onboard.screens.scene import Scene
from ntuh_onboard.screens.send_code import SendCodeView
from ntuh_onboard.screens.sign_in import PictureView, SignInView
from ntuh_onboard.screens.view import StepView
from ntuh_onboard.step import Step
from ntuh_onboard.steps import READ_BACKS

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

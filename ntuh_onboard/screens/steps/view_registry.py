"""Which view draws which look of a step."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ntuh_onboard.journey.step import Look, Step
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

LOOKS: Mapping[Look, Callable[[Scene, Step], StepView]] = {
    Look.PLAIN: StepView,
    Look.PREFLIGHT: PreflightView,
    Look.MAIL_READY: MailReadyView,
    Look.SIGN_IN: SignInView,
    Look.PORTAL_PASSWORD: PortalPasswordView,
    Look.CONTACT: ContactView,
    Look.REGULATIONS: RegulationsView,
    Look.SEND_CODE: SendCodeView,
    Look.ENTER_CODE: EnterCodeView,
    Look.ACCOUNT: AccountView,
    Look.ALIAS: AliasView,
    Look.ALIAS_AGAIN: AliasAgainView,
    Look.CLOUD_PASSWORD: CloudPasswordView,
    Look.PICTURE: PictureView,
    Look.READ_BACK: ReadBackView,
    Look.READ_BACK_PICTURE: ReadBackPictureView,
    Look.STUCK: StuckView,
    Look.DONE: DoneView,
}


def build(scene: Scene, step: Step) -> StepView:
    """Return the view of a step, of a read-back, or of an outcome that stays unknown."""
    return LOOKS[step.look](scene, step)

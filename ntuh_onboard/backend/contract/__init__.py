"""The conformance suite of the port, one class per Protocol; the tests of a backend inherit all of it.

    from ntuh_onboard.backend.contract import PortalContract

    class TestPortal(PortalContract):
        talkative = True

and beside it a fixture `practice` that returns a `Subject`: a backend with its stage and clock. Every test begins with
a hospital in its initial state, whose clock stands still unless the stage moves it. For a live hospital, which has no
stage, the fixture returns a `LiveSubject`: then only the tests run that read and sign nobody in. Only this package
imports pytest.
"""

from ntuh_onboard.backend.contract.account import AccountSiteContract
from ntuh_onboard.backend.contract.mail import MailContract
from ntuh_onboard.backend.contract.portal import PortalContract
from ntuh_onboard.backend.contract.subject import LiveSubject, Subject

__all__ = ["AccountSiteContract", "LiveSubject", "MailContract", "PortalContract", "Subject"]

"""The conformance suite of the port, one class per Protocol; a backend inherits all of it.

    from ntuh_onboard.backend.contract import PortalContract

    class TestPortal(PortalContract):
        talkative = True

and a fixture `practice` beside it that gives a `Subject`: a backend with a stage and the clock behind it. Every test
begins with a hospital as on the first day, whose clock stands still unless the stage moves it. For a live hospital,
which has no stage, the fixture gives a `LiveSubject`: then only those tests run that read and sign nobody in. This
package alone imports pytest.
"""

from ntuh_onboard.backend.contract.account import AccountSiteContract
from ntuh_onboard.backend.contract.mail import MailContract
from ntuh_onboard.backend.contract.portal import PortalContract
from ntuh_onboard.backend.contract.subject import LiveSubject, Subject

__all__ = ["AccountSiteContract", "LiveSubject", "MailContract", "PortalContract", "Subject"]

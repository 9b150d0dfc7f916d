"""A canary, the sign-in page that is to be filled with it, and the scan for it."""

from __future__ import annotations

from ntuh_onboard.backend.protocol import Backend
from ntuh_onboard.backend.web.profile.site_profile import load_site
from ntuh_onboard.backend.web.sites.opening import open_web
from ntuh_onboard.common.clock import ManualClock
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.profiles.hospital_profile import named
from tests.backend.web.conftest import QUICK
from tests.backend.web.servers import Server, page
from tests.encodings import encodings

CANARY = "Canary/7f3a&91<Pass>"
DOOR = "/General/Login.aspx"
SITES = ("portal", "inner", "account", "mail")


def leaks(seen: bytes, canary: str = CANARY) -> list[str]:
    """In which ways the canary stands in these bytes; capitals do not matter."""
    return [way for way, each in encodings(canary).items() if each in seen or each.lower() in seen.lower()]


def door(*, action: str = DOOR, method: str = "post", button: str = "", head: str = "") -> bytes:
    """A portal's sign-in page. action, method: of its form; button: more of its button; head: above the form."""
    return page(
        f"""<!doctype html><html><head>{head}</head><body><form method="{method}" action="{action}"><table>
<tr><td>院區</td><td><select name=ddlHospital><option value=T0>總院區</select></td></tr>
<tr><td>帳號</td><td><input name=txtUserID></td></tr>
<tr><td>密碼</td><td><input type=password name=txtPass></td></tr>
<tr><td>驗證碼</td><td><input name=txtVerifyCode><img id=imgVerifyCode src=/General/VerifyCode.aspx></td></tr>
<tr><td><input type=submit name=imgBtnSubmitNew value="登入" {button}></td></tr></table></form></body></html>"""
    )


def backend_to(origin: str, **given: object) -> Backend:
    """The web backend to the server at this address, as all sites of a hospital."""
    profile = load_site(named("simulator"), servers=dict.fromkeys(SITES, origin))
    return open_web(profile, ManualClock(), **{"limits": QUICK, **given})  # type: ignore[arg-type]  # passed through


def type_password(backend: Backend) -> None:
    """Type the canary into the box for the password of the page that was opened, and send it."""
    backend.portal.sign_in("104567", Secret(CANARY), "abcde", "T0")


def sign_in(backend: Backend) -> None:
    """Open the sign-in page, and send it with the canary."""
    backend.portal.sign_in_page()
    type_password(backend)


def sent_once(server: Server) -> bool:
    """Whether the server got the canary in one POST, in its body, and nowhere else."""
    holding = [each for each in server.requests if leaks(each.raw)]
    heads = b"".join(each.raw.removesuffix(each.body) for each in server.requests)
    return [each.line for each in holding] == [f"POST {DOOR} HTTP/1.1"] and leaks(heads) == []

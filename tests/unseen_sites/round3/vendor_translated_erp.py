"""外商套裝軟體的中文版：win0 表單、ICSID/ICStateNum、訊息編號、中英並列。"""

from __future__ import annotations

import re
import time
from html import escape
from secrets import token_hex, token_urlsafe

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

LOGIN = "/psp/NTUHPRD/"
LAND = "/psc/NTUHPRD/EMPLOYEE/SA/c/NUI_FRAMEWORK.PT_LANDINGPAGE.GBL"
PWD = "/psc/NTUHPRD/EMPLOYEE/SA/c/MAINTAIN_SECURITY.CHANGE_PASSWORD.GBL"
CONTACT = "/psc/HRPRD/EMPLOYEE/HRMS/c/ROLE_EMPLOYEE.HR_PERS_CONTACT.GBL"
OTP = "/psc/IDMPRD/GUEST/IDM/c/IDM_SELF.IDM_VERIFY.GBL"
CLOUD = "/psc/IDMPRD/GUEST/IDM/c/IDM_SELF.IDM_PROVISION.GBL"
RESET = "/psc/IDMPRD/GUEST/IDM/c/IDM_SELF.IDM_RESET.GBL"


def page(title: str, body: str) -> Response:
    return Response(f"""<!DOCTYPE html>
<html dir='ltr' lang='zh'>
<head><meta http-equiv='Content-Type' content='text/html; charset=UTF-8'><meta name='HandheldFriendly' content='true'>
<title>{title}</title>
<link rel='stylesheet' type='text/css' href='/cs/NTUHPRD/cache/PSSTYLEDEF_1.css'>
</head>
<body class='PSPAGE' id='PSPAGE'>
{body}
</body></html>""")


def push(element: str, text: str) -> str:
    return f"<span class='PSPUSHBUTTON'><input type='button' id='{element}' name='{element}' class='PSPUSHBUTTON' value='{text}' onclick=\"submitAction_win0(document.win0,'{element}');\"></span>"


def edit(element: str, label: str, value: str = "", kind: str = "text", length: int = 30, hint: str = "") -> str:
    return f"""<tr><td valign='top'><div id='win0div{element}lbl'><label for='{element}' class='PSEDITBOXLABEL'>{label}</label></div></td>
<td valign='top'><div id='win0div{element}'><input type='{kind}' name='{element}' id='{element}' tabindex='10' value="{escape(value)}" class='PSEDITBOX' maxlength='{length}'></div></td><td><span class='PAPAGEINSTRUCTIONS'>{hint}</span></td></tr>
"""


def show(element: str, label: str, value: str) -> str:
    return f"<tr><td><span class='PSEDITBOXLABEL'>{label}</span></td><td><span class='PSEDITBOX_DISPONLY' id='{element}'>{value}</span></td><td></td></tr>\n"


class TheSite(Site):
    title = "外商 ERP 中文版"

    def __init__(self) -> None:
        super().__init__()
        self.tokens: dict[str, str] = {}
        self.comps: dict[str, dict] = {}
        self.idm: dict[str, str] = {}
        self.mailers: set[str] = set()

    # ---- component processor
    def comp(self, where: str, **more) -> dict:
        c = {"id": token_urlsafe(32), "where": where, "state": 1, **more}
        self.comps[c["id"]] = c
        return c

    def take_state(self, request: Request, where: str) -> dict | None:
        c = self.comps.get(request.get("ICSID"))
        if c is None or c["where"] != where or request.get("ICStateNum") != str(c["state"]):
            return None
        c["state"] += 1
        return c

    @staticmethod
    def out_of_sequence() -> Response:
        return page("Error", "<div class='PSERRORTEXT'>此頁面的資料已不是最新。(This page is no longer available.)</div><div>請由功能表重新開啟該元件。(124,86)</div>")

    def win0(self, c: dict, action: str, title: str, body: str, head: str = "") -> Response:
        return page(title, f"""<form name='win0' method='post' action="{action}" autocomplete='off'>
<input type='hidden' name='ICType' id='ICType' value='Panel'><input type='hidden' name='ICElementNum' id='ICElementNum' value='0'><input type='hidden' name='ICStateNum' id='ICStateNum' value='{c['state']}'>
<input type='hidden' name='ICAction' id='ICAction' value='None'><input type='hidden' name='ICModelCancel' value='0'><input type='hidden' name='ICXPos' value='0'><input type='hidden' name='ICYPos' value='0'><input type='hidden' name='ResponsetoDiffFrame' value='-1'>
<input type='hidden' name='ICChanged' id='ICChanged' value='-1'><input type='hidden' name='ICSID' id='ICSID' value='{c['id']}'><input type='hidden' name='ICFind' value=''>
<script type='text/javascript'>function submitAction_win0(form,id){{form.ICAction.value=id;form.submit();}}</script>
<div class='PSHEADER'>{head}</div><h1 class='PAPAGETITLE'>{title}</h1>
{body}
</form>""")

    def message(self, c: dict, action: str, words: str, number: str, title: str = "訊息 Message") -> Response:
        c["modal"] = True
        return self.win0(c, action, title, f"""<div class='PSMODAL' role='alertdialog'><div id='alertmsg'><span class='popupText'>{words} ({number})</span></div>
<div class='popupButtons'>{push("#ICOK", "確定")}</div></div>""")

    # ---- portal
    def portal(self, request: Request) -> Response:
        t, p = self.truth, request.path
        cmd = request.query.get("cmd", "")
        tok = request.cookies.get("PS_TOKEN", "")
        if p == "/":
            return redirect(f"{LOGIN}?cmd=login&languageCd=ZHT")
        if p == "/cs/captcha.jpg":
            return Response(picture(t.new_captcha(), "JPEG"), kind="image/jpeg")
        if p == LOGIN and cmd == "login":
            if request.method == "GET":
                return self._signon("")
            self.takes(request, campus="campus", userid="employee_id", pwd="portal_password", captchaText="captcha")
            want, t.captcha = t.captcha, ""
            why = ""
            if not request.has("timezoneOffset") or request.get("signonKey") not in self.comps:
                why = "您的階段作業已過期，請再次簽入。(Your session has expired.)"
            elif not want or request.get("captchaText").strip().upper() != want:
                why = "驗證碼無效。(Verification code is invalid.)"
            elif request.get("campus") != "NTUH1" or request.get("userid").strip() != t.person.employee_id or request.get("pwd") != t.portal_password:
                why = "您的使用者 ID 及/或密碼無效。(Your User ID and/or Password are invalid.)"
            self.comps.pop(request.get("signonKey"), None)
            if why:
                t.counts["sign_in_refused"] += 1
                return self._signon(why)
            tok = token_hex(16)
            self.tokens[tok] = t.person.employee_id
            t.sessions.add(f"portal:{tok}")
            t.counts["sign_in"] += 1
            return redirect(LAND + "?tab=DEFAULT", ("Set-Cookie", f"PS_TOKEN={tok}; path=/; HttpOnly"), ("Set-Cookie", "PS_LANGCD=ZHT; path=/"))
        if tok not in self.tokens:
            return redirect(f"{LOGIN}?cmd=expire") if cmd != "expire" else self._signon("")
        head = f"<a href='{LAND}'>首頁 Home</a> | <a id='pthdr2logout' href='{LOGIN}?cmd=logout'>簽出 (Sign Out)</a>"
        if cmd == "logout":
            self.tokens.pop(tok)
            t.sessions.discard(f"portal:{tok}")
            t.counts["sign_out_portal"] += 1
            return redirect(f"{LOGIN}?cmd=login&errorCode=104", ("Set-Cookie", "PS_TOKEN=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT"))
        if p == LAND:
            tiles = (("更改密碼", "Change Password", PWD), ("員工待遇福利查詢", "Compensation", "#"), ("查詢員工連絡資料", "Directory", "#"), ("維護個人連絡資料", "Contact Details", f"{self.urls['inner']}{CONTACT}?SESSION={tok}"), ("個人就醫紀錄查詢", "My Visits", "#"))
            grid = "".join(f"<div id='win0groupletPTNUI_LAND_REC_GROUPLET${i}' class='ps_grid-tile'><a class='ptgrouplet' href='{u}'><h2>{n}</h2><span>{e}</span></a></div>" for i, (n, e, u) in enumerate(tiles))
            return page("員工自助服務 Employee Self Service", f"<div class='ps_header'>{head}</div><h1>個人管理 (Employee Self Service)</h1><form name='search' action='{LAND}'><input name='PTS_SEARCH' placeholder='Search in Menu'></form><div class='ps_tiles'>{grid}</div>")
        if p == PWD:
            if request.method == "GET":
                return self._pwd(self.comp("pwd"), head)
            self.takes(request, **{"PSOPRDEFN_WRK_OPRPSWD$0": "old_password", "PSOPRDEFN_WRK_NEWPSWD$0": "new_password", "PSOPRDEFN_WRK_CONFPSWD$0": "new_password_again"})
            c = self.take_state(request, "pwd")
            if c is None:
                return self.out_of_sequence()
            act, new = request.get("ICAction"), request.get("PSOPRDEFN_WRK_NEWPSWD$0")
            if act != "PSOPRDEFN_WRK_SAVE":
                return self._pwd(c, head)
            if request.get("PSOPRDEFN_WRK_OPRPSWD$0") != t.portal_password:
                why = ("目前密碼輸入錯誤。(Invalid current password.)", "48,18")
            elif new != request.get("PSOPRDEFN_WRK_CONFPSWD$0"):
                why = ("新密碼與確認密碼不相符。(Passwords do not match.)", "48,19")
            elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search(r"\d", new):
                why = ("密碼必須至少 8 個字元且包含字母與數字。", "48,162")
            else:
                t.portal_password = new
                t.counts["password_changed"] += 1
                return self.message(c, PWD, "您的密碼已順利變更。(Your password has successfully been changed.)", "48,22")
            t.counts["password_refused"] += 1
            return self.message(c, PWD, *why, title="錯誤 Error")
        return page("Error", "您無權存取此元件。(You are not authorized.) (40,20)")

    def _signon(self, why: str) -> Response:
        key = self.comp("signon")["id"]
        langs = "".join(f"<a href='{LOGIN}?cmd=login&amp;languageCd={c}'>{n}</a> " for c, n in (("ENG", "English"), ("ZHT", "繁體中文"), ("JPN", "日本語")))
        return page("醫療資訊系統 Sign-in", f"""<div id='ptlangsel'>{langs}</div><form action='{LOGIN}?cmd=login&amp;languageCd=ZHT' method='post' id='login' name='login' autocomplete='off'>
<input type='hidden' name='timezoneOffset' value='-480'><input type='hidden' name='ptmode' value='f'><input type='hidden' name='ptlangcd' value='ZHT'><input type='hidden' name='signonKey' value='{key}'>
<div class='ps_signinentry'><div id='login_error' class='PSERRORTEXT'>{why}</div>
<div class='ps_box-control'><label class='ps-label' for='campus'>院區 Campus</label><select id='campus' name='campus'><option value='NTUH1' selected>總院區</option><option value='NTUH4'>新竹分院</option><option value='NTUHY'>雲林分院</option></select></div>
<div class='ps_box-control'><label class='ps-label' for='userid'>帳號 User ID</label><input type='text' class='ps-edit' id='userid' name='userid' maxlength='30' value=''></div>
<div class='ps_box-control'><label class='ps-label' for='pwd'>密碼 Password</label><input type='password' class='ps-edit' id='pwd' name='pwd' maxlength='32' value=''></div>
<div class='ps_box-control'><label class='ps-label' for='captchaText'>驗證碼 Verification Code<br><small>(不用區分大小寫 Not case sensitive)</small></label><input type='text' class='ps-edit' id='captchaText' name='captchaText' value=''><img src='/cs/captcha.jpg?ts={time.time_ns()}' alt='Verification Code'></div>
<div class='ps_box-button'><input type='submit' class='ps-button' name='Submit' value='簽入 Sign In' title='Sign In'></div><div><a href='#'>Forgot Password? 請撥分機 261120</a></div></div></form>""")

    def _pwd(self, c: dict, head: str) -> Response:
        return self.win0(c, PWD, "更改密碼", f"""<div class='PSTEXT'>Change Password</div><table>
{show("USERID", "使用者 ID (User ID):", self.truth.person.employee_id)}{edit("PSOPRDEFN_WRK_OPRPSWD$0", "*請輸入舊密碼: <span lang='en'>Current Password</span>", kind="password")}{edit("PSOPRDEFN_WRK_NEWPSWD$0", "*請輸入新密碼: <span lang='en'>New Password</span>", kind="password", hint="密碼長度不可少於8個字元，需包含英文及數字")}{edit("PSOPRDEFN_WRK_CONFPSWD$0", "*請再輸入新密碼: <span lang='en'>Confirm Password</span>", kind="password")}</table>
{push("PSOPRDEFN_WRK_SAVE", "變更密碼 Change Password")}<p><a class='PSHYPERLINK' href='{LAND}'>回功能選單 Return</a></p>""", head)

    # ---- inner
    def inner(self, request: Request) -> Response:
        t, who = self.truth, self.truth.person
        tok = request.query.get("SESSION", "")
        if tok not in self.tokens or request.path != CONTACT:
            return page("Error", "您的階段作業已過期或無權存取。(You are not authorized to access this component.) (40,20)")
        action = f"{CONTACT}?SESSION={tok}"
        spec = (("LAST_NAME_SRCH", "english_surname", "英文姓: Last Name", "ex:Chen(陳)"), ("FIRST_NAME_SRCH", "english_given", "英文首名: First Name", "ex: Yi-Fen(怡芬)"), ("MIDDLE_NAME", "english_middle", "英文中名: Middle Name", "ex:Mary 為英文別名，如無，可不填"), ("PHONE$0", "office_phone", "辦公室電話: Business", "ex:61234或23123456"), ("PHONE$1", "home_phone", "住宅電話: Home", "ex:0223123456"), ("PHONE$2", "mobile_phone", "行動電話: Mobile", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))
        saved = ""
        if request.method == "POST":
            self.takes(request, **{"HR_CONTACT_PHONE$2": "mobile_phone"})
            c = self.take_state(request, "contact")
            if c is None:
                return self.out_of_sequence()
            if request.get("ICAction") == "#ICSave":
                got = {k: request.get("HR_CONTACT_" + n).strip() for n, k, _, _ in spec}
                if not re.fullmatch(r"09\d{8}", got["mobile_phone"]):
                    return self.message(c, action, "電話號碼格式無效。(Invalid phone format.)", "1000,312", "錯誤 Error")
                t.saved_contact = got
                t.counts["contact_saved"] += 1
                saved = "<div id='saved_win0' class='SAVED'>已順利儲存。(Saved)</div>"
        else:
            c = self.comp("contact")
        rows = "".join(edit("HR_CONTACT_" + n, lab, t.saved_contact.get(k, getattr(who, k)), hint=hint) for n, k, lab, hint in spec)
        return self.win0(c, action, "維護個人連絡資料", f"""{saved}<table>{show("EMPLID", "員工編號：", who.employee_id)}{show("NAME", "姓名：", who.name)}{rows}</table>
<table><tr><td><a id='#ICSave' class='PSPUSHBUTTON' href="javascript:submitAction_win0(document.win0,'#ICSave');"><img src='/cs/cache/PT_SAVE.gif' alt=''>異動儲存</a></td><td>{push("#ICRefresh", "重新整理 Refresh")}</td></tr></table>""", f"<a href='{self.urls['portal']}{LAND}'>首頁 Home</a>")

    # ---- account
    def account(self, request: Request) -> Response:
        t, who, p = self.truth, self.truth.person, request.path
        if p == "/":
            return page("身分識別自助服務 Identity Self Service", f"""<h1>身分識別自助服務 (Identity Self Service)</h1><div class='PSTEXT'>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</div><h2>《規範》 Terms of Use</h2><ol><li>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</li><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li></ol>
<h2>《常見問題與服務》 FAQ</h2><h3>忘記密碼</h3><p>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p>
<table class='PSLEVEL1GRID'><tr><th>作業 Action</th><th>描述 Description</th></tr><tr><td><a class='PSHYPERLINK' href='{OTP}?FLOW=PROV'>啟用網路帳號及首次雲端帳號密碼設定</a></td><td>First-time provisioning</td></tr><tr><td><a class='PSHYPERLINK' href='{OTP}?FLOW=RST'>重置雲端服務密碼</a></td><td>Password reset</td></tr></table>""")
        if p == OTP:
            flow = "RST" if request.query.get("FLOW") == "RST" else "PROV"
            return self._otp(request, flow)
        tok = request.cookies.get("IDM_TOKEN", "")
        if tok not in self.idm:
            return redirect("/")
        head = "<a id='pthdr2logout' href='/psp/IDMPRD/?cmd=logout'>登出 Sign Out</a>"
        if request.query.get("cmd") == "logout":
            self.idm.pop(tok)
            t.sessions.discard(f"account:{tok}")
            t.counts["sign_out_account"] += 1
            return redirect("/", ("Set-Cookie", "IDM_TOKEN=; path=/; Max-Age=0"))
        if p == CLOUD:
            return self._cloud(request, head)
        if p == RESET:
            if request.method == "POST":
                self.takes(request, IDM_WRK_NEWPSWD="cloud_password", IDM_WRK_CONFPSWD="cloud_password_again")
                c = self.take_state(request, "reset")
                if c is None:
                    return self.out_of_sequence()
                if request.get("ICAction") == "IDM_WRK_RESET":
                    new = request.get("IDM_WRK_NEWPSWD")
                    if not t.alias:
                        return self.message(c, RESET, "帳號尚未佈建。(Account not provisioned.)", "30015,4", "錯誤 Error")
                    if len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search(r"\d", new) or new != request.get("IDM_WRK_CONFPSWD"):
                        return self.message(c, RESET, "密碼不符合原則或不相符。(Password policy violation.)", "30015,9", "錯誤 Error")
                    t.cloud_password = new
                    return self.message(c, RESET, "密碼已重設。(Password has been reset.)", "30015,10")
            else:
                c = self.comp("reset")
            return self.win0(c, RESET, "重置雲端服務密碼", f"""<table>{edit("IDM_WRK_NEWPSWD", "*新雲端服務密碼 New Password", kind="password")}{edit("IDM_WRK_CONFPSWD", "*確認雲端服務密碼 Confirm Password", kind="password")}</table>{push("IDM_WRK_RESET", "重設 Reset")}""", head)
        return page("Error", "(40,20)")

    def _otp(self, request: Request, flow: str) -> Response:
        t, who = self.truth, self.truth.person
        action = f"{OTP}?FLOW={flow}"
        if request.method == "GET":
            return self._otp_page(self.comp("otp" + flow, emp="", code="", at=0.0, miss=0), action, flow)
        self.takes(request, IDM_VERIFY_WRK_EMPLID="employee_id", IDM_VERIFY_WRK_OTP="code", IDM_VERIFY_WRK_PHONE="registered_phone")
        c = self.take_state(request, "otp" + flow)
        if c is None:
            return self.out_of_sequence()
        act = request.get("ICAction")
        if act == "IDM_VERIFY_WRK_SENDSMS":
            c["emp"] = request.get("IDM_VERIFY_WRK_EMPLID").strip()
            if c["emp"] != who.employee_id:
                return self.message(c, action, "找不到相符的值。(No matching values were found.)", "30014,2", "錯誤 Error")
            return self._phone(c, action)
        if act == "IDM_VERIFY_WRK_CONFIRM":
            if c["emp"] != who.employee_id:
                return self.out_of_sequence()
            if request.get("IDM_VERIFY_WRK_PHONE").strip() != t.saved_contact.get("mobile_phone", who.mobile_phone):
                return self.message(c, action, "輸入的電話號碼與檔案中的號碼不符，簡訊未傳送。(Phone number does not match.)", "30014,5", "錯誤 Error")
            c.update(code=t.new_message(), at=time.time(), miss=0)
            return self.message(c, action, "動態碼簡訊發送成功。請將簡訊動態碼輸入後，按「下一步」。(SMS has been sent.)", "30014,6")
        if act == "IDM_VERIFY_WRK_NEXT":
            c["emp"] = request.get("IDM_VERIFY_WRK_EMPLID").strip()
            if c["emp"] != who.employee_id:
                return self.message(c, action, "找不到相符的值。(No matching values were found.)", "30014,2", "錯誤 Error")
            if not c["code"] or request.get("IDM_VERIFY_WRK_OTP").strip() != c["code"]:
                t.counts["code_refused"] += 1
                c["miss"] += 1
                if c["miss"] >= 5:
                    c["code"] = ""
                return self.message(c, action, "動態碼無效。(Invalid one-time passcode.)", "30014,8", "錯誤 Error")
            if time.time() - c["at"] > 120:
                t.counts["code_refused"] += 1
                c["code"] = ""
                return self.message(c, action, "動態碼已到期。(One-time passcode has expired.)", "30014,9", "錯誤 Error")
            c["code"] = ""
            tok = token_hex(12)
            self.idm[tok] = flow
            t.sessions.add(f"account:{tok}")
            t.counts["code_accepted"] += 1
            return redirect(RESET if flow == "RST" else CLOUD, ("Set-Cookie", f"IDM_TOKEN={tok}; path=/; HttpOnly"))
        return self._otp_page(c, action, flow)

    def _otp_page(self, c: dict, action: str, flow: str) -> Response:
        head = "重置雲端服務密碼" if flow == "RST" else "啟用網路帳號及首次雲端帳號密碼設定"
        return self.win0(c, action, head, f"""<div class='PAPAGEINSTRUCTIONS'>注意事項 Notes: 按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。請輸入帳號與簡訊動態碼後按「下一步」。</div>
<table>{edit("IDM_VERIFY_WRK_EMPLID", "*網路帳號 / 主職員工編號<br><span lang='en'>Network ID / Empl ID</span>", c["emp"], length=11, hint=push("IDM_VERIFY_WRK_SENDSMS", "發送簡訊動態碼"))}{edit("IDM_VERIFY_WRK_OTP", "*簡訊(或MOTP)動態碼<br><span lang='en'>One-Time Passcode</span>", length=8)}</table>
{push("IDM_VERIFY_WRK_NEXT", "下一步")}<p><a class='PSHYPERLINK' href='/'>回首頁 Return to Home</a></p>""")

    def _phone(self, c: dict, action: str) -> Response:
        return self.win0(c, action, "Phone Confirmation", f"""<div class='PSMODAL'><table>{edit("IDM_VERIFY_WRK_PHONE", "請輸入帳號登記的手機門號(10碼)", length=10)}</table>{push("IDM_VERIFY_WRK_CONFIRM", "確定發送")} {push("#ICCancel", "取消")}</div>""")

    def _cloud(self, request: Request, head: str) -> Response:
        t, who = self.truth, self.truth.person
        if request.method == "POST":
            self.takes(request, IDM_PROV_WRK_ALIAS="alias", IDM_PROV_WRK_NEWPSWD="cloud_password", IDM_PROV_WRK_CONFPSWD="cloud_password_again")
            c = self.take_state(request, "cloud")
            if c is None:
                return self.out_of_sequence()
            if request.get("ICAction") == "IDM_PROV_WRK_ENABLE":
                name, pw, bad = request.get("IDM_PROV_WRK_ALIAS").strip(), request.get("IDM_PROV_WRK_NEWPSWD"), None
                if t.alias:
                    bad = ("帳號已佈建，無法重複佈建。(Account already provisioned.)", "30015,7")
                elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", name):
                    bad = ("別名包含無效字元。(Alias contains invalid characters.)", "30015,1")
                elif name.lower() == "taken.name":
                    bad = ("別名已存在。(Alias already exists.)", "30015,2")
                elif pw != request.get("IDM_PROV_WRK_CONFPSWD"):
                    bad = ("密碼不相符。(Passwords do not match.)", "30015,3")
                elif len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search(r"\d", pw):
                    bad = ("密碼必須至少 8 個字元且包含字母與數字。", "30015,9")
                if bad:
                    c["typed"] = name
                    return self.message(c, CLOUD, *bad, title="錯誤 Error")
                t.alias, t.cloud_password = name, pw
                t.counts["activated"] += 1
                return self.message(c, CLOUD, "佈建要求已順利完成，服務將於隔日生效。(Provisioning completed.)", "30015,6")
            if request.get("ICAction") == "IDM_PROV_WRK_CANCEL":
                return redirect("/psp/IDMPRD/?cmd=logout")
        else:
            c = self.comp("cloud")
        facts = show("EMPLID", "網路帳號 / 主職員工編號", who.employee_id) + show("NAME", "帳號姓名 Name", who.name) + show("DEPT", "主職單位 Department", who.unit) + show("EFFDT", "有效期限 Expiration Date", who.valid_until)
        if t.alias:
            return self.win0(c, CLOUD, "設定密碼與郵件別名", f"<div class='PSINFOTEXT'>此帳號已佈建 (Status: Provisioned) (30015,7)</div><table>{facts}{show('ALIAS', '雲端服務帳號 (電子郵件名稱)', escape(t.alias) + '@ntuh.gov.tw')}</table>", head)
        return self.win0(c, CLOUD, "設定密碼與郵件別名", f"""<div class='PAPAGEINSTRUCTIONS'>雲端服務帳號說明：1. 雲端服務帳號為跨體系使用。2. 服務於設定完成隔日生效。</div><table>{facts}{edit("IDM_PROV_WRK_ALIAS", "*雲端服務帳號 (電子郵件名稱)<br><span lang='en'>Mail Alias</span>", c.get("typed", ""), length=64, hint="@ntuh.gov.tw 名稱長度限64字元內")}
{edit("IDM_PROV_WRK_NEWPSWD", "*雲端服務密碼<br><span lang='en'>New Password</span>", kind="password", hint="8 個字元以上，含英文及數字")}{edit("IDM_PROV_WRK_CONFPSWD", "*確認雲端服務密碼<br><span lang='en'>Confirm Password</span>", kind="password")}</table>
{push("IDM_PROV_WRK_CANCEL", "取消啟用")} {push("IDM_PROV_WRK_ENABLE", "啟用雲端服務")}""", head)

    # ---- mail
    def mail(self, request: Request) -> Response:
        t, p = self.truth, request.path
        tok = request.cookies.get("OWA_CANARY", "")
        if p == "/owa/captcha.png":
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5), "PNG"), kind="image/png")
        why = ""
        if p == "/owa/auth.owa" and request.method == "POST":
            self.takes(request, username="mail_account", password="mail_password", captcha="captcha")
            want, t.captcha = t.captcha, ""
            if not want or request.get("captcha").strip() != want:
                why = "驗證碼不正確。"
            elif not t.alias or request.get("username").split("@")[0].lower() != t.alias.lower() or request.get("password") != t.cloud_password:
                why = "您輸入的使用者名稱或密碼不正確。請嘗試再次輸入。"
            else:
                tok = token_hex(12)
                self.mailers.add(tok)
                t.sessions.add(f"mail:{tok}")
                t.counts["mail_sign_in"] += 1
                return redirect("/owa/", ("Set-Cookie", f"OWA_CANARY={tok}; path=/"))
        elif tok in self.mailers:
            if p == "/owa/logoff.owa":
                self.mailers.discard(tok)
                t.sessions.discard(f"mail:{tok}")
                t.counts["sign_out_mail"] += 1
                return page("Outlook", "您已登出信箱。<a href='/'>重新登入</a>")
            return page("收件匣 - Outlook Web App", f"<div>{escape(t.alias)}@ntuh.gov.tw <a href='/owa/logoff.owa'>登出</a></div><h2>收件匣 Inbox</h2><div>沒有項目可顯示。</div>")
        return page("Outlook Web App", f"""<form method='post' action='/owa/auth.owa'><input type='hidden' name='destination' value='/owa/'><input type='hidden' name='flags' value='4'><div class='err'>{why}</div>
<div><label for='username'>帳號:</label><input id='username' name='username' value=''></div><div><label for='password'>密碼:</label><input type='password' id='password' name='password' value=''></div><div><label for='captcha'>驗證碼(小寫字母或數字):</label><input id='captcha' name='captcha'><img src='/owa/captcha.png?{time.time_ns()}'></div>
<div><input type='checkbox' name='trusted' value='4' id='chkPrvt'><label for='chkPrvt'>記住登入資訊 (公用電腦請勿勾選)</label></div><input type='submit' value='登入'></form><div>公佈欄：體系帳號整併中</div>""")

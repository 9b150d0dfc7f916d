"""A Taiwanese integrator's single sign-on suite of about 2020: a CAS-like sign-in, a portal of tiles, English under Chinese."""

from __future__ import annotations

import re
import secrets
import time
from html import escape as esc
from urllib.parse import quote

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

CAMPUSES = [("NTUH-MAIN", "總院區 Main"), ("NTUH-BH", "北護分院 Beihu"), ("NTUH-JS", "金山分院 Jinshan"), ("NTUH-HC", "新竹分院 Hsinchu"), ("NTUH-YL", "雲林分院 Yunlin")]
TAKEN = {"taken.name", "admin", "postmaster", "service", "info"}
NEEDED = re.compile(r"(?=.*[A-Za-z])(?=.*\d).{8,64}$")
CSS = """<style>body{font-family:"Microsoft JhengHei",Arial;background:#eef2f6;margin:0}.ap-top{background:#12436d;color:#fff;padding:10px 24px}
.ap-card{background:#fff;border-radius:6px;max-width:760px;margin:24px auto;padding:20px 28px;box-shadow:0 1px 4px #99a}.en{display:block;font-size:11px;color:#789}
.tile{display:inline-block;width:150px;height:84px;margin:6px;padding:10px;background:#2f7fb8;color:#fff;text-decoration:none;border-radius:4px;vertical-align:top}
.tile .en{color:#cde}.row{margin:10px 0}.alert-danger{background:#fbe3e4;color:#8a1f11;padding:8px}.alert-success{background:#e0f3df;color:#245a24;padding:8px}
.mask{position:fixed;left:0;top:0;right:0;bottom:0;background:rgba(0,0,0,.5)}.dlg{background:#fff;width:420px;margin:120px auto;padding:20px}.hide{display:none}</style>"""


def shell(title: str, inside: str, right: str = "") -> str:
    return f"""<!DOCTYPE html>
<html lang="zh-Hant-TW"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} | AuthPass Enterprise SSO</title>{CSS}</head><body>
<div class="ap-top"><b>AuthPass&reg; 企業單一簽入平台</b> <small>Enterprise Single Sign-On 6.2</small><span style="float:right">{right}</span></div>
{inside}
<div style="text-align:center;color:#89a;font-size:12px;padding:16px">資訊室 Information Systems Office 分機 Ext. 261120 &copy; 2020 AuthPass Technology Co., Ltd.</div>
</body></html>"""


class TheSite(Site):
    title = "kerberos_vendor_sso_2020"

    def __init__(self) -> None:
        super().__init__()
        self.before: dict[str, dict] = {}  # JSESSIONID -> lt, picture
        self.tgt: dict[str, dict] = {}  # AP_TGC -> csrf
        self.tickets: dict[str, tuple[str, str]] = {}  # one-time ST -> (tgc, application)
        self.ess: dict[str, dict] = {}  # ESSID -> tgc, token
        self.idm: dict[str, dict] = {}
        self.box: dict[str, dict] = {}

    def ticket(self, tgc: str, app: str) -> str:
        st = f"ST-{len(self.tickets) + 101}-{secrets.token_hex(10)}-authpass01"
        self.tickets[st] = (tgc, app)
        return st

    # ------------------------------------------------------------------ portal
    def portal(self, request: Request) -> Response:
        path = request.path
        if path == "/":
            return redirect("/sso/login?service=" + quote("/portal/home", safe=""))
        if path == "/sso/login":
            return self.sign_in(request) if request.method == "POST" else self.sign_in_page(request)
        if path == "/sso/captcha.jpg":
            mine = self.before.get(request.cookies.get("AP_JSESSIONID", ""))
            if mine is None:
                return Response("no session", 403)
            mine["picture"] = self.truth.new_captcha()
            return Response(picture(mine["picture"], "JPEG"), kind="image/jpeg", headers=[("Cache-Control", "no-store")])
        if path == "/sso/spnego":
            return Response(shell("Kerberos", '<div class="ap-card"><div class="alert-danger">無法取得 Kerberos 票證，本機未加入網域，請改用帳號密碼登入。'
                                  '<span class="en">No Kerberos ticket available on this computer.</span></div><a href="/sso/login">返回 Back</a></div>'), 401)
        if path == "/sso/bye":
            return Response(shell("Signed out", '<div class="ap-card"><h3>您已安全登出<span class="en">You have signed out of all applications.</span></h3><a href="/sso/login">重新登入 Sign in again</a></div>'))
        if path == "/portal/home" and "ticket" in request.query:
            tgc, app = self.tickets.pop(request.query["ticket"], ("", ""))
            if app != "HOME" or tgc not in self.tgt:
                return redirect("/sso/login")
            return redirect("/portal/home", ("Set-Cookie", f"AP_TGC={tgc}; Path=/; HttpOnly"))
        tgc = request.cookies.get("AP_TGC", "")
        if tgc not in self.tgt:
            return redirect("/sso/login?service=" + quote(path, safe=""))
        if path == "/portal/home":
            return self.home(tgc)
        if path == "/portal/launch":
            app = request.query.get("app", "")
            if app in ("ESS-PWD", "ESS-CONTACT"):
                return redirect(f"{self.urls['inner']}/ess/j_sso_check?ticket={self.ticket(tgc, app)}")
            return Response(shell("AP", f'<div class="ap-card"><div class="alert-danger">您沒有使用此系統的權限 ({esc(app)})<span class="en">Access denied.</span></div><a href="/portal/home">回入口網 Back</a></div>', ))
        if path == "/sso/logout" and request.method == "POST":
            self.takes(request)
            if request.get("_csrf") != self.tgt[tgc]["csrf"]:
                return Response("Invalid CSRF token", 403)
            del self.tgt[tgc]
            self.truth.sessions.discard("portal:" + tgc)
            self.truth.counts["sign_out_portal"] += 1
            return redirect("/sso/bye", ("Set-Cookie", "AP_TGC=; Path=/; Max-Age=0"))
        return Response(shell("404", '<div class="ap-card">查無此頁 Not Found</div>'), 404)

    def sign_in_page(self, request: Request, said: str = "") -> Response:
        sid = request.cookies.get("AP_JSESSIONID", "")
        fresh = sid not in self.before
        if fresh:
            sid = secrets.token_hex(16).upper()
        lt = f"LT-{secrets.token_hex(12)}"
        self.before[sid] = {"lt": lt, "picture": ""}
        options = "".join(f'<option value="{v}"{" selected" if not n else ""}>{t}</option>' for n, (v, t) in enumerate(CAMPUSES))
        body = f"""<div class="ap-card" style="max-width:460px">
<h2>登入本院PORTAL系統<span class="en">Sign in to NTUH Portal</span></h2>
<div class="tabs"><a href="#pwd"><b>帳號密碼登入 Password</b></a> ｜ <a href="/sso/spnego">網域整合登入 Windows (Kerberos)</a></div>
{f'<div class="alert-danger" role="alert"><i class="fa fa-ban"></i> {said}</div>' if said else ''}
<form id="fm1" action="/sso/login" method="post" autocomplete="off">
<div class="row"><label for="realm">院區<span class="en">Campus</span></label><select id="realm" name="realm">{options}</select></div>
<div class="row"><label for="j_username">帳號<span class="en">Account (6-digit employee no.)</span></label><input id="j_username" name="j_username" type="text" maxlength="20" tabindex="1"></div>
<div class="row"><label for="j_password">密碼<span class="en">Password</span></label><input id="j_password" name="j_password" type="password" maxlength="64" tabindex="2">
<span id="caps" style="visibility:hidden;color:red">Caps Lock 已開啟</span></div>
<div class="row"><label for="j_captcha">驗證碼<span class="en">Verification code (不用區分大小寫 case-insensitive)</span></label><input id="j_captcha" name="j_captcha" type="text" maxlength="6" tabindex="3">
<img id="cimg" src="/sso/captcha.jpg?_={secrets.randbelow(10**9)}" alt="captcha"> <a href="#" onclick="document.getElementById('cimg').src='/sso/captcha.jpg?_='+Date.now();return false">換一張 Refresh</a></div>
<input type="hidden" name="lt" value="{lt}"><input type="hidden" name="execution" value="e1s1"><input type="hidden" name="_eventId" value="submit">
<input type="hidden" name="service" value="{esc(request.get('service', '/portal/home'))}">
<button type="submit" class="btn" tabindex="4"><i class="fa fa-sign-in"></i> 登入 <small>Sign In</small></button>
<button type="reset">清除 <small>Clear</small></button></form>
<p><small>首次登入密碼預設為身分證號（英文字母大寫）。The default password is your ID number.</small></p></div>"""
        return Response(shell("登入 Sign in", body), headers=[("Set-Cookie", f"AP_JSESSIONID={sid}; Path=/; HttpOnly")] if fresh else [])

    def sign_in(self, request: Request) -> Response:
        self.takes(request, realm="campus", j_username="employee_id", j_password="portal_password", j_captcha="captcha")
        mine = self.before.get(request.cookies.get("AP_JSESSIONID", ""))
        if mine is None or request.get("lt") != mine["lt"] or request.get("_eventId") != "submit" or request.get("execution") != "e1s1":
            return self.sign_in_page(request, "登入頁面已失效，請重新登入。<span class=en>Login ticket expired (AP-4010).</span>")
        shown, mine["picture"] = mine["picture"], ""
        right = bool(shown) and shown == self.truth.captcha and request.get("j_captcha").strip().upper() == shown
        self.truth.captcha = ""
        if not right:
            self.truth.counts["sign_in_refused"] += 1
            return self.sign_in_page(request, "驗證碼輸入不正確，請依新圖形重新輸入。<span class=en>Incorrect verification code (AP-4003).</span>")
        if request.get("realm") not in dict(CAMPUSES):
            self.truth.counts["sign_in_refused"] += 1
            return self.sign_in_page(request, "院區不存在<span class=en>Unknown realm (AP-4006).</span>")
        if request.get("realm") != "NTUH-MAIN" or request.get("j_username").strip() != self.truth.person.employee_id or request.get("j_password") != self.truth.portal_password:
            self.truth.counts["sign_in_refused"] += 1
            return self.sign_in_page(request, "帳號或密碼不符，請確認院區、帳號及密碼。<span class=en>Invalid credentials (AP-4001).</span>")
        tgc = "TGT-" + secrets.token_hex(16)
        self.tgt[tgc] = {"csrf": secrets.token_hex(16)}
        self.before.pop(request.cookies.get("AP_JSESSIONID", ""), None)
        self.truth.sessions.add("portal:" + tgc)
        self.truth.counts["sign_in"] += 1
        to = f"/portal/home?ticket={self.ticket(tgc, 'HOME')}"
        return Response(shell("SSO", f"""<div class="ap-card">驗證成功，正在導向入口網… <span class="en">Authenticated. Redirecting to the portal…</span></div>
<script type="text/javascript">window.location.replace('{to}');</script>"""))

    def home(self, tgc: str) -> Response:
        def tile(app: str, zh: str, en: str) -> str:
            return f'<a class="tile" href="/portal/launch?app={app}"><i class="fa fa-th-large"></i> {zh}<span class="en">{en}</span></a>\n'
        groups = [("med", "醫療系統", "Clinical", [("HIS-OPD", "門診系統", "Outpatient"), ("HIS-IPD", "住院系統", "Inpatient"), ("PACS", "影像系統", "PACS")]),
                  ("learn", "數位學習", "e-Learning", [("TMS", "TMS數位學習", "Training"), ("KM", "KM系統", "Knowledge")]),
                  ("adm", "行政系統", "Administration", [("HR-ATT", "差勤系統", "Attendance"), ("FORM", "表單下載", "Forms")]),
                  ("self", "個人管理", "My Profile", [("ESS-PWD", "更改密碼", "Change Password"), ("ESS-SIGN", "個人簽章提醒設定", "Signature Reminder"), ("ESS-QRY", "查詢員工連絡資料", "Staff Directory"),
                                                 ("ESS-CONTACT", "維護個人連絡資料", "Maintain Contact Info"), ("ESS-TAX", "員工扣繳憑單查詢", "Withholding")])]
        nav = " ｜ ".join(f'<a href="#{k}" onclick="return tab(\'{k}\')">{zh} <small>{en}</small></a>' for k, zh, en, _ in groups)
        parts = "".join(f'<div class="pane{"" if k == "med" else " hide"}" id="{k}"><h4>{zh} {en}</h4>{"".join(tile(*a) for a in apps)}</div>' for k, zh, en, apps in groups)
        out = f"""<form action="/sso/logout" method="post" style="display:inline"><input type="hidden" name="_csrf" value="{self.tgt[tgc]['csrf']}">
{esc(self.truth.person.name)} 您好! <button type="submit" title="Sign out"><i class="fa fa-power-off"></i> 登出 Sign Out</button></form>"""
        return Response(shell("入口網 Portal", f"""<div class="ap-card"><form action="/portal/launch" method="get"><input type="hidden" name="app" value="SEARCH"><input name="q" placeholder="搜尋應用系統 Search Apps"><button>搜尋</button></form>
<p>{nav}</p>{parts}<hr><b>全院公告 2</b><ul><li>2020/10/21 請全院同仁填報「薪資所得免稅額申報表」</li><li>2020/03/02 單一簽入平台升級公告 SSO Upgrade</li></ul></div>
<script>function tab(k){{var p=document.getElementsByClassName('pane');for(var i=0;i<p.length;i++)p[i].className='pane'+(p[i].id==k?'':' hide');return false}}</script>""", out))

    # ------------------------------------------------------------------ inner
    def inner(self, request: Request) -> Response:
        back = self.urls["portal"] + "/portal/home"
        if request.path == "/ess/j_sso_check":
            tgc, app = self.tickets.pop(request.query.get("ticket", ""), ("", ""))
            if tgc not in self.tgt or app not in ("ESS-PWD", "ESS-CONTACT"):
                return redirect(back)
            sid = secrets.token_hex(16)
            self.ess[sid] = {"tgc": tgc, "token": ""}
            return redirect("/ess/password.do" if app == "ESS-PWD" else "/ess/contact.do?method=edit", ("Set-Cookie", f"ESSID={sid}; Path=/ess; HttpOnly"))
        mine = self.ess.get(request.cookies.get("ESSID", ""))
        if mine is None or mine["tgc"] not in self.tgt:
            return Response(shell("ESS", f'<div class="ap-card"><div class="alert-danger">連線逾時，請由入口網重新進入 Session timeout</div><a href="{back}">入口網 Portal</a></div>'), 401)
        if request.path == "/ess/password.do":
            return self.password(request, mine, back)
        if request.path == "/ess/contact.do":
            return self.contact(request, mine, back)
        return Response("Not Found", 404)

    def password(self, request: Request, mine: dict, back: str) -> Response:
        said, kind = "", "danger"
        if request.method == "POST":
            self.takes(request, oldPwd="old_password", newPwd="new_password", cfmPwd="new_password_again")
            old, new, again = request.get("oldPwd"), request.get("newPwd"), request.get("cfmPwd")
            if not mine["token"] or request.get("struts.token") != mine["token"]:
                said = "表單重複送出或已過期 Invalid token"
            elif old != self.truth.portal_password:
                said = "舊密碼輸入錯誤 The old password is incorrect."
            elif new != again:
                said = "兩次輸入的新密碼不同 The new passwords do not match."
            elif not NEEDED.match(new):
                said = "新密碼未符合密碼設定條件 Password policy violation."
            elif new == old:
                said = "新密碼不可與舊密碼相同 The new password must differ."
            else:
                self.truth.portal_password, kind = new, "success"
                self.truth.counts["password_changed"] += 1
                mine["token"] = ""
                return Response(shell("更改密碼", f"""<div class="ap-card"><div class="alert-success"><i class="fa fa-check"></i> 您的密碼已完成更新，下次登入請使用新密碼。<span class="en">Your password has been updated.</span></div>
<p><a href="{back}">回功能選單 Back to Menu</a></p></div>"""))
            self.truth.counts["password_refused"] += 1
        mine["token"] = secrets.token_hex(12)
        return Response(shell("更改密碼", f"""<div class="ap-card"><p>個人管理 My Profile &gt; 更改密碼 Change Password</p>
{f'<div class="alert-{kind}">{said}</div>' if said else ''}
<form action="/ess/password.do" method="post"><input type="hidden" name="struts.token.name" value="struts.token"><input type="hidden" name="struts.token" value="{mine['token']}">
<table><tr><th><label for="p0">請輸入舊密碼：</label><span class="en">Old password</span></th><td><input type="password" id="p0" name="oldPwd"></td></tr>
<tr><th><label for="p1">請輸入新密碼：</label><span class="en">New password</span></th><td><input type="password" id="p1" name="newPwd" onkeyup="document.getElementById('st').innerHTML=this.value.length>11?'強 Strong':'中 Medium'"></td></tr>
<tr><th><label for="p2">請再輸入新密碼：</label><span class="en">Confirm new password</span></th><td><input type="password" id="p2" name="cfmPwd"></td></tr>
<tr><th>密碼強度檢核：</th><td id="st">--</td></tr></table>
<p>密碼設定條件：<br>1.密碼長度不可少於8個字元 (at least 8 characters)<br>2.密碼內容需包含英文及數字 (letters and digits)</p>
<button type="submit"><i class="fa fa-key"></i> 更改密碼 <small>Change</small></button> <a href="{back}">回功能選單 Menu</a></form></div>"""))

    def contact(self, request: Request, mine: dict, back: str) -> Response:
        names = {"lastNameEn": "english_surname", "firstNameEn": "english_given", "midNameEn": "english_middle", "officeTel": "office_phone", "homeTel": "home_phone", "mobile": "mobile_phone"}
        said = ""
        if request.method == "POST":
            self.takes(request, mobile="mobile_phone")
            if not mine["token"] or request.get("struts.token") != mine["token"] or request.get("empNo") != self.truth.person.employee_id or not all(request.has(n) for n in names):
                said = '<div class="alert-danger">資料不完整或表單已過期，未儲存。 Invalid token, not saved.</div>'
            elif not re.fullmatch(r"09\d{8}", request.get("mobile")):
                said = '<div class="alert-danger">行動電話需為09開頭之10碼數字 Invalid mobile number.</div>'
            elif not re.fullmatch(r"[A-Za-z' -]{1,30}", request.get("lastNameEn")) or not re.fullmatch(r"[A-Za-z' -]{1,40}", request.get("firstNameEn")):
                said = '<div class="alert-danger">英文姓名格式不符 Invalid English name.</div>'
            else:
                self.truth.saved_contact.update({k: request.get(n) for n, k in names.items()})
                self.truth.counts["contact_saved"] += 1
                said = '<div class="alert-success">異動資料已寫入人事資料庫 <span class="en">Contact information has been saved.</span></div>'
        mine["token"] = secrets.token_hex(12)
        p, now = self.truth.person, {n: esc(self.truth.saved_contact.get(k, getattr(self.truth.person, k))) for n, k in names.items()}
        return Response(shell("維護個人連絡資料", f"""<div class="ap-card"><h3>台大醫院---維護個人連絡資料<span class="en">Maintain Contact Information</span></h3>{said}
<form action="/ess/contact.do?method=save" method="post"><input type="hidden" name="struts.token" value="{mine['token']}">
<button type="submit"><i class="fa fa-save"></i> 異動儲存 <small>Save</small></button>
<div class="row">員工編號 Emp. No.：<input name="empNo" value="{p.employee_id}" readonly> 姓名 Name：<input name="empName" value="{esc(p.name)}" disabled></div>
<div class="row"><label>英文姓 Surname：<input name="lastNameEn" value="{now['lastNameEn']}"></label> ex:Chen(陳)</div>
<div class="row"><label>英文首名 Given name：<input name="firstNameEn" value="{now['firstNameEn']}"></label> ex: Yi-Fen(怡芬) (<a href="#" onclick="alert('請依護照填寫');return false">說明</a>)</div>
<div class="row"><label>英文中名 Middle name：<input name="midNameEn" value="{now['midNameEn']}"></label> ex:Mary 為英文別名，如無，可不填</div>
<div class="row"><label>辦公室電話 Office：<input name="officeTel" value="{now['officeTel']}"></label> ex:61234或23123456 <label>住宅電話 Home：<input name="homeTel" value="{now['homeTel']}"></label> ex:0223123456</div>
<div class="row"><label>行動電話 Mobile：<input name="mobile" maxlength="10" value="{now['mobile']}"></label> ex:0952000000 (如離職或更換門號，請記得調整此欄位)</div>
</form><a href="{back}">回功能選單 Menu</a></div>"""))

    # ------------------------------------------------------------------ account
    def account(self, request: Request) -> Response:
        path = request.path
        if path == "/":
            return redirect("/idm/index")
        if path == "/idm/index":
            return self.idm_index()
        if path == "/idm/entry":
            self.takes(request, agree="consent")
            flow = request.get("svc")
            if request.method != "POST" or flow not in ("activate", "reset", "vpn"):
                return redirect("/idm/index")
            if request.get("agree") != "Y":
                return self.idm_index("請先勾選「我已詳閱規範」 Please read and accept the regulations.")
            if flow == "vpn":
                return self.idm_index("展延申請限廠商帳號使用 For vendors only.")
            sid = secrets.token_hex(16)
            self.idm[sid] = {"flow": flow, "key": "", "uid": "", "code": "", "at": 0.0, "ok": False}
            return redirect("/idm/verify", ("Set-Cookie", f"IDMSESSION={sid}; Path=/idm; HttpOnly"))
        sid = request.cookies.get("IDMSESSION", "")
        mine = self.idm.get(sid)
        if mine is None:
            return redirect("/idm/index")
        if path == "/idm/verify":
            return self.verify(request, sid, mine)
        if path == "/idm/cancel" or path == "/idm/leave":
            self.idm.pop(sid)
            if "account:" + sid in self.truth.sessions:
                self.truth.sessions.discard("account:" + sid)
                self.truth.counts["sign_out_account"] += 1
            return redirect("/idm/index", ("Set-Cookie", "IDMSESSION=; Path=/idm; Max-Age=0"))
        if not mine["ok"]:
            return redirect("/idm/verify")
        if path == "/idm/profile" and mine["flow"] == "activate":
            return self.profile(request, mine)
        if path == "/idm/reset" and mine["flow"] == "reset":
            return self.reset(request, mine)
        return Response("Not Found", 404)

    def idm_index(self, said: str = "") -> Response:
        return Response(shell("帳號服務 Account Service", f"""<div class="ap-card"><h2>網路帳號自助服務 <small>Identity Self-Service</small></h2>{f'<div class="alert-danger">{said}</div>' if said else ''}
<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><p>適用功能：本院雲端服務、電子郵件信箱、VPN、數位學習及院內非Portal之業務</p>
<h3>《規範》 Regulations</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li>
<li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同，以確保個人資料安全。</li></ul>
<h3>《常見問題與服務》 FAQ</h3><p><b>密碼修改後多久可以生效</b><br>即時生效。</p><p><b>忘記密碼</b><br>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p>
<form method="post" action="/idm/entry"><p><input type="checkbox" id="agree" name="agree" value="Y" onclick="var b=document.querySelectorAll('button.go');for(var i=0;i<b.length;i++)b[i].disabled=!this.checked">
<label for="agree">我已詳閱並同意遵守上述規範 <small>I have read and accept the regulations</small></label></p>
<p><button class="go" type="submit" name="svc" value="activate" disabled>啟用網路帳號及首次雲端帳號密碼設定<span class="en">Activate Account</span></button> 啟用本院微軟相關服務，如：Office365, Outlook...</p>
<p><button class="go" type="submit" name="svc" value="reset" disabled>重置雲端服務密碼<span class="en">Reset Cloud Password</span></button> 重設非Portal帳號的密碼</p>
<p><button class="go" type="submit" name="svc" value="vpn" disabled>總院廠商VPN展延申請<span class="en">Vendor VPN</span></button></p></form></div>"""))

    def verify(self, request: Request, sid: str, mine: dict) -> Response:
        said, kind, dialog = "", "danger", ""
        if request.method == "POST":
            self.takes(request, uid="employee_id", otp="code", regPhone="registered_phone")
            act = request.get("action")
            if not mine["key"] or request.get("flowKey") != mine["key"]:
                said = "頁面已過期，請重新操作 Flow expired."
            elif act == "otp":
                if re.fullmatch(r"\d{6}", request.get("uid").strip()):
                    mine["uid"], dialog = request.get("uid").strip(), "phone"
                else:
                    said = "請輸入6位數網路帳號 / 主職員工編號 Invalid account."
            elif act == "send" and mine["uid"]:
                if mine["uid"] != self.truth.person.employee_id or request.get("regPhone").strip() != self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone):
                    said = "門號與帳號登記資料不符，簡訊未發送 The phone number does not match our records."
                else:
                    mine["code"], mine["at"] = self.truth.new_message(), time.time()
                    dialog = "sent"
            elif act == "next":
                given = request.get("otp").strip()
                if mine["code"] and time.time() - mine["at"] > 120:
                    said, mine["code"] = "動態碼已逾2分鐘有效時間，請重新發送 OTP expired.", ""
                    self.truth.counts["code_refused"] += 1
                elif not mine["code"] or given != mine["code"] or request.get("uid").strip() != mine["uid"]:
                    said = "動態碼驗證失敗，請確認後重新輸入 OTP verification failed."
                    self.truth.counts["code_refused"] += 1
                else:
                    mine["ok"], mine["code"] = True, ""
                    self.truth.sessions.add("account:" + sid)
                    self.truth.counts["code_accepted"] += 1
                    return redirect("/idm/profile" if mine["flow"] == "activate" else "/idm/reset", status=303)
            else:
                said = "不支援的操作 Unsupported."
        mine["key"] = secrets.token_hex(12)
        key = f'<input type="hidden" name="flowKey" value="{mine["key"]}">'
        what = "啟用網路帳號及首次雲端帳號密碼設定" if mine["flow"] == "activate" else "重置雲端服務密碼"
        pop = {"": "", "phone": f"""<div class="mask"><div class="dlg" role="dialog"><form method="post" action="/idm/verify">{key}<label for="rp">請輸入帳號登記的手機門號(10碼)<span class="en">Registered mobile number</span></label>
<input id="rp" name="regPhone" type="tel" maxlength="10"><p><button type="submit" name="action" value="send">確定發送 <small>Send</small></button> <a href="/idm/verify">取消 Cancel</a></p></form></div></div>""",
               "sent": """<div class="mask" id="ok"><div class="dlg"><h4>動態碼簡訊發送成功 <small>OTP sent</small></h4><p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p>
<button type="button" onclick="document.getElementById('ok').style.display='none'">確定 OK</button></div></div>"""}[dialog]
        return Response(shell("身分驗證 Verification", f"""<div class="ap-card"><h3>注意事項 Notice</h3><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li>
<li>請輸入帳號與簡訊動態碼後按「下一步」。</li><li>如未申請MOTP服務請洽資訊服務台辦理(261120)。</li></ul><h2>{what}</h2>{f'<div class="alert-{kind}">{said}</div>' if said else ''}
<form method="post" action="/idm/verify" autocomplete="off">{key}
<div class="row"><label for="uid">網路帳號 / 主職員工編號<span class="en">Account / Employee No.</span></label><input id="uid" name="uid" value="{esc(mine['uid'])}" maxlength="6">
<button type="submit" name="action" value="otp"><i class="fa fa-mobile"></i> 發送簡訊動態碼 <small>Send OTP</small></button></div>
<div class="row"><label for="otp">簡訊(或MOTP)動態碼<span class="en">SMS / MOTP code</span></label><input id="otp" name="otp" maxlength="8"></div>
<button type="submit" name="action" value="next">下一步 <small>Next</small></button> <a href="/idm/cancel">離開 Exit</a></form></div>{pop}"""))

    def profile(self, request: Request, mine: dict) -> Response:
        p, said = self.truth.person, ""
        leave = '<p><a href="/idm/leave"><i class="fa fa-sign-out"></i> 登出 Sign out</a></p>'
        if request.method == "POST":
            self.takes(request, mailNickname="alias", cloudPwd="cloud_password", cloudPwd2="cloud_password_again")
            name, pwd = request.get("mailNickname").strip().lower(), request.get("cloudPwd")
            if not mine["key"] or request.get("flowKey") != mine["key"]:
                said = "頁面已過期，請重新操作 Flow expired."
            elif self.truth.alias:
                said = "本帳號先前已完成啟用，不得重複設定 Already provisioned."
            elif request.get("op") != "enable":
                return redirect("/idm/leave", status=303)
            elif not re.fullmatch(r"[a-z][a-z0-9._-]{1,63}", name):
                said = "名稱格式錯誤，限英文字母開頭，可含數字 . _ - Invalid name."
            elif name in TAKEN:
                said = "此名稱已有人使用，請另擇名稱 Name already in use."
            elif pwd != request.get("cloudPwd2") or not NEEDED.match(pwd):
                said = "密碼不一致或未達8碼英數字 Password mismatch or too weak."
            elif pwd == self.truth.portal_password:
                said = "密碼不可與Portal密碼相同 Must differ from Portal password."
            else:
                self.truth.alias, self.truth.cloud_password = name, pwd
                self.truth.counts["activated"] += 1
                return Response(shell("完成 Done", f"""<div class="ap-card"><div class="alert-success">帳號佈建作業完成！ <span class="en">Your cloud account has been provisioned.</span></div>
<p>您的電子郵件 E-mail：<b>{esc(name)}@ntuh.gov.tw</b></p><p>服務於設定完成隔日生效</p>{leave}</div>"""))
        facts = f"""<table><tr><th>網路帳號 / 主職員工編號<td>{p.employee_id}</tr><tr><th>帳號姓名<td>{esc(p.name)}</tr><tr><th>主職單位<td>{esc(p.unit)}</tr><tr><th>有效期限<td>{p.valid_until}</tr></table>"""
        if self.truth.alias:
            return Response(shell("設定密碼與郵件別名", f"""<div class="ap-card"><h2>設定密碼與郵件別名</h2>{f'<div class="alert-danger">{said}</div>' if said else ''}{facts}
<p>狀態 Status：<b>已啟用 Active</b></p><p>雲端服務帳號 (電子郵件名稱)：{esc(self.truth.alias)}@ntuh.gov.tw （別名設定後不能修改）</p>{leave}</div>"""))
        mine["key"] = secrets.token_hex(12)
        return Response(shell("設定密碼與郵件別名", f"""<div class="ap-card"><h2>設定密碼與郵件別名<span class="en">Set Password and Mail Alias</span></h2>{f'<div class="alert-danger">{said}</div>' if said else ''}
<p>雲端服務帳號說明：<br>1. 雲端服務帳號為跨體系使用。<br>2. 服務於設定完成隔日生效。</p>{facts}<form method="post" action="/idm/profile" autocomplete="off"><input type="hidden" name="flowKey" value="{mine['key']}">
<div class="row"><label for="nick">雲端服務帳號 (電子郵件名稱)<span class="en">Cloud account (mail name)</span></label><input id="nick" name="mailNickname" maxlength="64"> @ntuh.gov.tw 名稱長度限64字元內</div>
<div class="row"><label for="c1">雲端服務密碼<span class="en">Cloud password (8+ letters and digits)</span></label><input type="password" id="c1" name="cloudPwd" autocomplete="new-password"></div>
<div class="row"><label for="c2">確認雲端服務密碼<span class="en">Confirm cloud password</span></label><input type="password" id="c2" name="cloudPwd2" autocomplete="new-password"></div>
<button type="submit" name="op" value="cancel">取消啟用 <small>Cancel</small></button> <button type="submit" name="op" value="enable">啟用雲端服務 <small>Activate</small></button><p>服務於設定完成隔日生效</p></form></div>"""))

    def reset(self, request: Request, mine: dict) -> Response:
        said = ""
        if request.method == "POST":
            self.takes(request, cloudPwd="cloud_password", cloudPwd2="cloud_password_again")
            pwd = request.get("cloudPwd")
            if not mine["key"] or request.get("flowKey") != mine["key"]:
                said = "頁面已過期 Flow expired."
            elif not self.truth.alias:
                said = "從未使用請先啟用網路帳號 Account not activated."
            elif pwd != request.get("cloudPwd2") or not NEEDED.match(pwd) or pwd == self.truth.portal_password:
                said = "密碼不一致、強度不足或與Portal密碼相同 Password rejected."
            else:
                self.truth.cloud_password, mine["key"] = pwd, ""
                return Response(shell("完成", '<div class="ap-card"><div class="alert-success">密碼已重新設定並即時生效 Password reset.</div><a href="/idm/leave">登出 Sign out</a></div>'))
        mine["key"] = secrets.token_hex(12)
        return Response(shell("重置雲端服務密碼", f"""<div class="ap-card"><h2>重置雲端服務密碼</h2>{f'<div class="alert-danger">{said}</div>' if said else ''}<form method="post" action="/idm/reset"><input type="hidden" name="flowKey" value="{mine['key']}">
<p><label for="c1">新密碼 New password</label> <input type="password" id="c1" name="cloudPwd"></p><p><label for="c2">確認新密碼 Confirm</label> <input type="password" id="c2" name="cloudPwd2"></p><button>確定 Submit</button> <a href="/idm/leave">登出 Sign out</a></form></div>"""))

    # ------------------------------------------------------------------ mail
    def mail(self, request: Request) -> Response:
        sid = request.cookies.get("MAILSID", "")
        if request.path == "/":
            return redirect("/webmail/")
        if request.path == "/webmail/code.png":
            mine = self.box.get(sid)
            if mine is None:
                return Response("", 403)
            mine["picture"] = self.truth.new_captcha("23456789abcdefhkmnprstwxy", 5)
            return Response(picture(mine["picture"], "PNG"), kind="image/png")
        if request.path == "/webmail/inbox":
            if not self.box.get(sid, {}).get("in"):
                return redirect("/webmail/")
            return Response(f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>收件匣 Inbox</title></head><body><p>{esc(self.truth.alias)}@ntuh.gov.tw ｜ <a href="/webmail/logout">登出 Log out</a></p>
<h3>收件匣 Inbox (1)</h3><table border="1"><tr><th>寄件者 From<th>主旨 Subject<tr><td>資訊室<td>歡迎使用本院電子郵件 Welcome</table></body></html>""")
        if request.path == "/webmail/logout":
            if self.box.pop(sid, {}).get("in"):
                self.truth.sessions.discard("mail:" + sid)
                self.truth.counts["sign_out_mail"] += 1
            return redirect("/webmail/")
        said = ""
        if request.method == "POST":
            self.takes(request, user="mail_account", pwd="mail_password", vcode="captcha")
            mine = self.box.get(sid, {})
            shown, mine["picture"] = mine.get("picture", ""), ""
            right = bool(shown) and shown == self.truth.captcha and request.get("vcode").strip() == shown
            self.truth.captcha = ""
            user = request.get("user").strip().lower().removesuffix("@ntuh.gov.tw")
            if request.get("tok") != mine.get("tok", "-"):
                said = "登入頁逾時 Session expired"
            elif not right:
                said = "驗證碼錯誤 Wrong verification code"
            elif not self.truth.alias or user != self.truth.alias or request.get("pwd") != self.truth.cloud_password:
                said = "帳號或密碼錯誤 Wrong account or password"
            else:
                new = secrets.token_hex(12)
                self.box.pop(sid, None)
                self.box[new] = {"in": True}
                self.truth.sessions.add("mail:" + new)
                self.truth.counts["mail_sign_in"] += 1
                return redirect("/webmail/inbox", ("Set-Cookie", f"MAILSID={new}; Path=/webmail; HttpOnly"))
        if sid not in self.box or self.box[sid].get("in"):
            sid = secrets.token_hex(12)
        self.box[sid] = {"tok": secrets.token_hex(8), "picture": ""}
        return Response(shell("電子信 Webmail", f"""<div class="ap-card"><h2>電子郵件系統 Webmail</h2>{f'<div class="alert-danger">{said}</div>' if said else ''}<form method="post" action="/webmail/"><input type="hidden" name="tok" value="{self.box[sid]['tok']}">
<p><label for="u">帳號:</label> <input id="u" name="user"> @ntuh.gov.tw</p><p><label for="w">密碼:</label> <input id="w" type="password" name="pwd"></p>
<p><label for="v">驗證碼(小寫字母或數字):</label> <input id="v" name="vcode" maxlength="5"> <img src="/webmail/code.png?r={secrets.randbelow(99999)}" alt="code"></p>
<p><input type="checkbox" id="r" name="remember" value="1"><label for="r">記住登入資訊 (公用電腦請勿勾選)</label></p><button type="submit">登入 Log in</button></form>
<h4>公佈欄</h4><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p><p>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}/">help</a></p></div>"""),
                        headers=[("Set-Cookie", f"MAILSID={sid}; Path=/webmail; HttpOnly")])

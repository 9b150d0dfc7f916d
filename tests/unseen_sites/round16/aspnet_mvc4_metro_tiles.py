"""ASP.NET MVC 4 with a home page of Metro tiles: editor-label/editor-field, anti-forgery tokens, messages in TempData."""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from truth import Request, Response, Site, picture, redirect

GROUPS = {
    "medical": ("醫療系統", "bg-color-blue", ["門診醫令", "住院醫囑", "檢驗查詢"]),
    "support": ("醫療支援", "bg-color-green", ["藥品查詢", "衛材管理"]),
    "learning": ("數位學習", "bg-color-orange", ["線上課程", "臨床教育e-Portfolio"]),
    "security": ("資訊安全", "bg-color-red", ["資安通報", "社交工程演練"]),
    "admin": ("行政系統", "bg-color-purple", ["差勤系統", "公文系統", "會議室預約"]),
    "personal": ("個人管理", "bg-color-darken", ["更改密碼", "個人簽章提醒設定", "薪資所得免稅額申報表", "員工待遇福利查詢", "查詢員工連絡資料",
                                              "維護個人連絡資料", "個人就醫紀錄查詢", "行動憑證申請", "流感同意書列印"]),
}


def antiforgery(token: str) -> str:
    return f'<input name="__RequestVerificationToken" type="hidden" value="{token}" />'


def errors(*lines: str) -> str:
    if not any(lines):
        return '<div class="validation-summary-valid" data-valmsg-summary="true"><ul><li style="display:none"></li></ul></div>'
    return '<div class="validation-summary-errors" data-valmsg-summary="true"><ul>' + "".join(f"<li>{escape(x)}</li>" for x in lines if x) + "</ul></div>"


def editor(name: str, label: str, value: str = "", kind: str = "text", more: str = "", after: str = "", rule: str = "必填") -> str:
    return f"""
            <div class="editor-label"><label for="{name}">{label}</label></div>
            <div class="editor-field"><input class="text-box single-line" data-val="true" data-val-required="{rule}" id="{name}" name="{name}" type="{kind}" value="{escape(value, True)}" {more}/>
                {after}<span class="field-validation-valid" data-valmsg-for="{name}" data-valmsg-replace="true"></span></div>"""


class TheSite(Site):
    title = "aspnet_mvc4_metro_tiles"

    def __init__(self) -> None:
        super().__init__()
        self.seeds: dict[str, str] = {}
        self.pics: dict[str, str] = {}
        self.tickets: dict[str, dict[str, str]] = {}
        self.inner_ids: dict[str, str] = {}
        self.flow: dict[str, dict[str, object]] = {}
        self.inboxes: set[str] = set()

    # ---- anti-forgery: a cookie and a field that belong together; the field changes with each page
    def _tokens(self, request: Request, host: str) -> tuple[str, list[tuple[str, str]]]:
        name = f"__RequestVerificationToken_{host}"
        seed, head = request.cookies.get(name, ""), []
        if not seed or not any(v == seed for v in self.seeds.values()):
            seed = secrets.token_urlsafe(24)
            head = [("Set-Cookie", f"{name}={seed}; path=/; HttpOnly")]
        token = secrets.token_urlsafe(40)
        self.seeds[token] = seed
        return token, head

    def _forged(self, request: Request, host: str) -> bool:
        seed = self.seeds.get(request.get("__RequestVerificationToken"), None)
        return seed is None or seed != request.cookies.get(f"__RequestVerificationToken_{host}", "")

    def _bad(self) -> Response:
        return Response("<html><head><title>Runtime Error</title></head><body><h2>A required anti-forgery token was not supplied or was invalid.</h2></body></html>", 500)

    def _layout(self, title: str, body: str, head: list[tuple[str, str]] | None = None, who: str = "", scripts: str = "") -> Response:
        return Response(f"""<!DOCTYPE html>
<html lang="zh-Hant-TW">
<head>
    <meta charset="utf-8" />
    <title>{title} - NTUH Portal</title>
    <meta name="viewport" content="width=device-width" />
    <link href="/Content/modern.css?v=4XnnK8" rel="stylesheet"/>
    <style>.tile{{float:left;width:150px;height:110px;margin:5px;padding:10px;color:#fff;text-decoration:none;position:relative;background:#2d89ef}}.tile.double{{width:330px}}
.bg-color-green{{background:#00a300}}.bg-color-orange{{background:#e3a21a}}.bg-color-red{{background:#b91d47}}.bg-color-purple{{background:#7e3878}}.bg-color-darken{{background:#1d1d1d}}
.tile .brand{{position:absolute;bottom:8px;left:10px}}.validation-summary-errors{{color:#b91d47}}.message-success{{color:#00a300;font-size:1.3em}}.clear{{clear:both}}</style>
    <script src="/bundles/modernizr?v=inCVuE"></script>
</head>
<body class="metrouicss">
    <header><div class="content-wrapper"><div class="float-left"><p class="site-title"><a href="/">台大醫院 NTUH</a></p></div>
    <div class="float-right"><section id="login">{who}</section></div></div></header>
    <div id="body"><section class="content-wrapper main-content clear-fix">
{body}
    </section></div>
    <footer><p class="clear">&copy; 2013 - 國立台灣大學醫學院附設醫院 資訊室</p></footer>
    <script src="/bundles/jquery?v=UgSDnx"></script><script src="/bundles/jqueryval?v=bvSAl"></script>{scripts}
</body>
</html>""", headers=[("X-AspNetMvc-Version", "4.0"), *(head or [])])

    def _pic(self, request: Request, cookie: str, kind: str, **letters: object) -> Response:
        key = request.cookies.get(cookie, "") or secrets.token_hex(12)
        self.pics[key] = self.truth.new_captcha(**letters)  # type: ignore[arg-type]
        return Response(picture(self.pics[key], kind), kind="image/" + kind.lower(), headers=[("Set-Cookie", f"{cookie}={key}; path=/"), ("Cache-Control", "no-cache")])

    def _pic_right(self, key: str, answer: str) -> bool:
        want, newest = self.pics.pop(key, ""), self.truth.captcha
        self.truth.captcha = ""
        return bool(want) and want == newest == answer

    # ---- portal
    def portal(self, request: Request) -> Response:
        path = request.path.rstrip("/") or "/"
        if path == "/Captcha/Show":
            return self._pic(request, "mvcCap", "GIF")
        if path == "/Account/Login":
            return self._login(request)
        me = request.cookies.get(".ASPXAUTH_PORTAL", "")
        temp = self.tickets.get(me)
        if temp is None:
            return redirect("/Account/Login?ReturnUrl=%2f")
        token, head = self._tokens(request, "p")
        who = (f'您好! <a class="username" href="/Home/Index" title="Manage">{self.truth.person.name}</a> '
               f'<form action="/Account/LogOff" class="navbar-right" id="logoutForm" method="post">{antiforgery(token)}'
               "<a href=\"javascript:document.getElementById('logoutForm').submit()\">登出系統</a></form>")
        if path == "/Account/LogOff" and request.method == "POST":
            if self._forged(request, "p"):
                return self._bad()
            del self.tickets[me]
            self.truth.sessions.discard(f"portal:{me}")
            self.truth.counts["sign_out_portal"] += 1
            return redirect("/Account/Login", ("Set-Cookie", ".ASPXAUTH_PORTAL=; path=/; Max-Age=0"))
        if path in ("/", "/Home", "/Home/Index"):
            tiles = "".join(f"""
        <a class="tile {'double ' if key in ('medical', 'personal') else ''}{color}" href="/Home/Group/{key}"><div class="tile-content"><i class="icon-{key}"></i></div><div class="brand"><span class="name">{name}</span>
        <span class="badge">{len(items)}</span></div></a>""" for key, (name, color, items) in GROUPS.items())
            return self._layout("首頁", f"""<hgroup class="title"><h1>Start</h1></hgroup><p>總院差勤待簽 0 未核准 0 被駁回 0 / 總院Workflow待簽 0</p>
        <div class="tiles">{tiles}
        <div class="tile double bg-color-blueDark live"><div class="tile-content"><h4>全院公告</h4><p>2018/12/13 Portal 登入首頁改版</p></div></div></div>""", head, who)
        if path.startswith("/Home/Group/") and path[12:] in GROUPS:
            name, color, items = GROUPS[path[12:]]
            where = {"更改密碼": "/Manage/ChangePassword", "維護個人連絡資料": f"{self.urls['inner']}/Sso/Enter?SESSION={temp['session']}&amp;to=Contact"}
            tiles = "".join(f"""
        <a class="tile {color}" href="{where.get(x, '/Home/NotReady')}"><div class="brand"><span class="name">{x}</span></div></a>""" for x in items)
            return self._layout(name, f'<a href="/" class="back-button big page-back"><i class="icon-arrow-left-3"></i><span>回功能選單</span></a><h1>{name}</h1><div class="tiles">{tiles}</div>', head, who)
        if path == "/Manage/ChangePassword":
            return self._password(request, temp, token, head, who)
        if path == "/Home/NotReady":
            return self._layout("建置中", '<h2>此項功能建置中</h2><a href="/">回功能選單</a>', head, who)
        return Response("<h1>HTTP Error 404.0 - Not Found</h1>", 404)

    def _login(self, request: Request) -> Response:
        problem = ""
        if request.method == "POST":
            self.takes(request, UserName="employee_id", Password="portal_password", VerifyCode="captcha", HospitalCode="campus")
            if self._forged(request, "p"):
                return self._bad()
            person = self.truth.person
            if not self._pic_right(request.cookies.get("mvcCap", ""), request.get("VerifyCode").strip().upper()):
                problem = "圖形驗證碼不正確，請重新輸入。"
            elif (request.get("UserName"), request.get("Password"), request.get("HospitalCode")) != (person.employee_id, self.truth.portal_password, "T0"):
                problem = "所提供的使用者名稱或密碼不正確。"
            else:
                me, session = secrets.token_hex(24), secrets.token_hex(16)
                self.tickets[me] = {"session": session}
                self.truth.sessions.add(f"portal:{me}")
                self.truth.counts["sign_in"] += 1
                return redirect("/", ("Set-Cookie", f".ASPXAUTH_PORTAL={me}; path=/; HttpOnly"))
            self.truth.counts["sign_in_refused"] += 1
        token, head = self._tokens(request, "p")
        return self._layout("登入", f"""<hgroup class="title"><h1>登入本院PORTAL系統</h1></hgroup>
<section id="loginForm"><form action="/Account/Login?ReturnUrl=%2f" method="post">{antiforgery(token)}
        {errors(problem)}
        <fieldset><legend>Log in Form</legend>
            <div class="editor-label"><label for="HospitalCode">院區</label></div><div class="editor-field"><select id="HospitalCode" name="HospitalCode">
                <option selected="selected" value="T0">總院區</option><option value="T2">北護分院</option><option value="T3">金山分院</option><option value="Y0">雲林分院</option></select></div>
            {editor("UserName", "帳號", more='placeholder="6位數數字" ')}{editor("Password", "密碼", kind="password")}
            {editor("VerifyCode", "驗證碼 (不用區分大小寫)", more='maxlength="6" autocomplete="off" ', after=f'<img alt="Captcha" id="imgCaptcha" src="/Captcha/Show?t={secrets.randbelow(10**9)}" /> ')}
            <input type="submit" value="登入" class="bg-color-blue fg-color-white" />
        </fieldset></form></section>
<section class="social" id="socialLoginForm"><h3>其他服務</h3><ul><li><a href="http://www.ntuh.gov.tw/">院外網</a></li><li>網路掛號</li><li>表單下載</li></ul></section>""", head)

    def _password(self, request: Request, temp: dict[str, str], token: str, head: list[tuple[str, str]], who: str) -> Response:
        problem = ""
        if request.method == "POST":
            self.takes(request, OldPassword="old_password", NewPassword="new_password", ConfirmPassword="new_password_again")
            if self._forged(request, "p"):
                return self._bad()
            new = request.get("NewPassword")
            if request.get("OldPassword") != self.truth.portal_password:
                problem = "目前的密碼不正確。"
            elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search(r"\d", new):
                problem = "新密碼無效：長度至少 8 個字元，且需包含英文及數字。"
            elif new != request.get("ConfirmPassword"):
                problem = "新密碼與確認密碼不相符。"
            elif new == self.truth.portal_password:
                problem = "新密碼不得與舊密碼相同。"
            else:
                self.truth.portal_password = new
                self.truth.counts["password_changed"] += 1
                temp["StatusMessage"] = "您的密碼已變更。"
                return redirect("/Manage/ChangePassword?Message=ChangePasswordSuccess")
            self.truth.counts["password_refused"] += 1
        status = temp.pop("StatusMessage", "")
        return self._layout("更改密碼", f"""<hgroup class="title"><h1>更改密碼</h1></hgroup><p class="message-success">{status}</p>
<form action="/Manage/ChangePassword" method="post">{antiforgery(token)}{errors(problem)}
        <fieldset><legend>變更密碼表單</legend>{editor("OldPassword", "請輸入舊密碼：", kind="password")}{editor("NewPassword", "請輸入新密碼：", kind="password")}{editor("ConfirmPassword", "請再輸入新密碼：", kind="password")}
            <p>密碼強度檢核： <span id="strength"></span></p><p>密碼設定條件：</p><ul><li>1.密碼長度不可少於8個字元</li><li>2.密碼內容需包含英文及數字</li></ul>
            <input type="submit" value="變更" /></fieldset></form><a href="/">回功能選單</a>""", head, who)

    # ---- inner host
    def inner(self, request: Request) -> Response:
        if request.path == "/Sso/Enter":
            if not any(t["session"] == request.query.get("SESSION") for t in self.tickets.values()):
                return redirect(self.urls["portal"] + "/")
            key = secrets.token_hex(16)
            self.inner_ids[key] = request.query["SESSION"]
            return redirect("/Contact/Edit", ("Set-Cookie", f"IHIS_AUTH={key}; path=/"))
        session = self.inner_ids.get(request.cookies.get("IHIS_AUTH", ""))
        if session is None or not any(t["session"] == session for t in self.tickets.values()):
            return redirect(self.urls["portal"] + "/")
        if request.path != "/Contact/Edit":
            return Response("<h1>HTTP Error 404.0 - Not Found</h1>", 404)
        truth, person = self.truth, self.truth.person
        fields = {"EnglishSurname": "english_surname", "EnglishGivenName": "english_given", "EnglishMiddleName": "english_middle",
                  "OfficeTel": "office_phone", "HomeTel": "home_phone", "Mobile": "mobile_phone"}
        status, problem = "", ""
        now = {k: truth.saved_contact.get(v, getattr(person, v)) for k, v in fields.items()}
        if request.method == "POST":
            self.takes(request, Mobile="mobile_phone")
            if self._forged(request, "i"):
                return self._bad()
            sent = {k: request.get(k).strip() for k in fields}
            if not all(request.has(k) for k in fields) or request.get("EmpNo") != person.employee_id:
                problem = "資料不完整，請重新開啟本頁。"
            elif not re.fullmatch(r"09\d{8}", sent["Mobile"]):
                problem = "欄位 行動電話 必須為 09 開頭之 10 碼數字。"
            elif not sent["EnglishSurname"] or not sent["EnglishGivenName"]:
                problem = "英文姓、英文首名 為必填。"
            else:
                truth.saved_contact = {v: sent[k] for k, v in fields.items()}
                truth.counts["contact_saved"] += 1
                status = "連絡資料更新完成"
            now = sent
        token, head = self._tokens(request, "i")
        hints = {"EnglishSurname": ("英文姓：", "ex:Chen(陳)"), "EnglishGivenName": ("英文首名：", 'ex: Yi-Fen(怡芬) (<a href="#">說明</a>)'), "EnglishMiddleName": ("英文中名：", "ex:Mary 為英文別名，如無，可不填"),
                 "OfficeTel": ("辦公室電話：", "ex:61234或23123456"), "HomeTel": ("住宅電話：", "ex:0223123456"), "Mobile": ("行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")}
        rows = "".join(editor(k, label, now[k], "tel" if "Tel" in k or k == "Mobile" else "text", after=f"<em>{hint}</em> ") for k, (label, hint) in hints.items())
        return self._layout("維護個人連絡資料", f"""<h2>台大醫院---維護個人連絡資料</h2><p class="message-success">{status}</p>
<form action="/Contact/Edit" method="post">{antiforgery(token)}{errors(problem)}<input data-val="true" id="EmpNo" name="EmpNo" type="hidden" value="{person.employee_id}" />
    <button type="submit" class="bg-color-green"><i class="icon-save"></i>異動儲存</button>
    <div class="display-label">員工編號： <span class="display-field">{person.employee_id}</span> 姓名： <span class="display-field">{person.name}</span></div>{rows}</form>
<a href="{self.urls['portal']}/">回功能選單</a>""", head)

    # ---- account host
    def account(self, request: Request) -> Response:
        path = request.path.rstrip("/") or "/"
        if path in ("/", "/Home/Index"):
            return self._layout("網路帳號服務", """<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><h2>《規範》</h2>
<ol class="round"><li>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</li><li>如有借用帳號行為，該網路帳號擁有者需負相關法律之責任。</li>
<li>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置</li></ol>
<h2>《常見問題與服務》</h2><p>密碼修改後多久可以生效：即時生效。</p>
<div class="tiles"><a class="tile double bg-color-green" href="/Identity/Verify?purpose=Enable"><div class="tile-content">啟用本院微軟相關服務，如：Office365, Outlook...</div><div class="brand">啟用網路帳號及首次雲端帳號密碼設定</div></a>
<a class="tile double bg-color-orange" href="/Identity/Verify?purpose=Reset"><div class="tile-content">重設非Portal帳號的密碼</div><div class="brand">重置雲端服務密碼</div></a>
<a class="tile bg-color-purple" href="/Vendor/Vpn"><div class="brand">總院廠商VPN展延申請</div></a></div>""")
        key = request.cookies.get("NetAcc_SessionId", "")
        state = self.flow.get(key)
        if path == "/Identity/Verify":
            return self._verify(request, key, state)
        if state is None or not state.get("passed"):
            return redirect("/")
        if path == "/Identity/Leave":
            self.flow.pop(key)
            self.truth.sessions.discard(f"account:{key}")
            self.truth.counts["sign_out_account"] += 1
            return redirect("/", ("Set-Cookie", "NetAcc_SessionId=; path=/; Max-Age=0"))
        if path == "/Cloud/Enable" and state["purpose"] == "Enable":
            return self._enable(request)
        if path == "/Cloud/Reset" and state["purpose"] == "Reset":
            return self._reset(request)
        return Response("<h1>HTTP Error 404.0 - Not Found</h1>", 404)

    def _verify(self, request: Request, key: str, state: dict[str, object] | None) -> Response:
        problem, opened, extra = "", False, []
        if request.method == "POST":
            self.takes(request, EmployeeNo="employee_id", RegisteredMobile="registered_phone", Otp="code")
            if self._forged(request, "a") or state is None:
                return self._bad()
            emp = state["emp"] = request.get("EmployeeNo").strip()
            known = emp == self.truth.person.employee_id
            mobile = self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone)
            if not re.fullmatch(r"\d{6}", emp):
                problem = "請輸入 6 位數之網路帳號 / 主職員工編號。"
            elif request.get("command") == "send":
                if not known or request.get("RegisteredMobile").strip() != mobile:
                    problem, opened = "您輸入的手機門號與帳號登記資料不相符。", True
                else:
                    state["otp"], state["sent"], state["flash"] = self.truth.new_message(), time.time(), True
                    return redirect("/Identity/Verify")
            elif request.get("command") == "next":
                if not known or not state.get("otp") or request.get("Otp").strip() != state["otp"]:
                    problem = "動態碼不正確。"
                elif time.time() - float(str(state["sent"])) > 120:
                    problem = "動態碼已失效，請重新取得。"
                else:
                    state["passed"] = True
                    state.pop("otp")
                    self.truth.sessions.add(f"account:{key}")
                    self.truth.counts["code_accepted"] += 1
                    return redirect("/Cloud/Enable" if state["purpose"] == "Enable" else "/Cloud/Reset")
                self.truth.counts["code_refused"] += 1
            else:
                problem = "無法辨識的要求。"
        else:
            purpose = request.query.get("purpose", "")
            if state is None or state.get("passed"):
                if purpose not in ("Enable", "Reset"):
                    return redirect("/")
                key = secrets.token_hex(12)
                state = self.flow[key] = {"purpose": purpose}
                extra = [("Set-Cookie", f"NetAcc_SessionId={key}; path=/; HttpOnly")]
            elif purpose in ("Enable", "Reset"):
                state["purpose"] = purpose
        token, head = self._tokens(request, "a")
        title = "啟用網路帳號及首次雲端帳號密碼設定" if state["purpose"] == "Enable" else "重置雲端服務密碼"
        sent = ""
        if state.pop("flash", False):
            sent = '<div class="message-dialog bg-color-green" id="sent"><h4>動態碼簡訊發送成功</h4><p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p><button type="button" onclick="document.getElementById(\'sent\').style.display=\'none\'">確定</button></div>'
        return self._layout(title, f"""<h2>{title}</h2><h4>注意事項</h4><ul><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul>{sent}
<form action="/Identity/Verify" id="verifyForm" method="post">{antiforgery(token)}{errors(problem)}<fieldset><legend>身分驗證</legend>
{editor("EmployeeNo", "網路帳號 / 主職員工編號", str(state.get("emp", "")), more='maxlength="6" ', after='<button type="button" id="btnOpen" onclick="document.getElementById(&#39;dlgMobile&#39;).style.display=&#39;block&#39;">發送簡訊動態碼</button>')}
<div class="dialog" id="dlgMobile" style="display:{'block' if opened else 'none'};border:3px solid #2d89ef;padding:15px">{editor("RegisteredMobile", "請輸入帳號登記的手機門號(10碼)", more='maxlength="10" ')}
<button type="submit" name="command" value="send">確定發送</button> <button type="button" onclick="document.getElementById('dlgMobile').style.display='none'">取消</button></div>
{editor("Otp", "簡訊(或MOTP)動態碼", more='autocomplete="off" ')}
<button type="submit" name="command" value="next" class="bg-color-blue">下一步 <i class="icon-arrow-right-3"></i></button></fieldset></form><a href="/">回首頁</a>""", head + extra)

    def _enable(self, request: Request) -> Response:
        truth, person, problem, alias = self.truth, self.truth.person, "", ""
        leave = '<a class="button" href="/Identity/Leave">結束並離開</a>'
        if request.method == "POST":
            self.takes(request, MailAlias="alias", CloudPassword="cloud_password", ConfirmCloudPassword="cloud_password_again", Agree="consent")
            if self._forged(request, "a"):
                return self._bad()
            alias, word = request.get("MailAlias").strip(), request.get("CloudPassword")
            if request.get("command") == "cancel":
                return redirect("/Identity/Leave")
            if truth.alias:
                problem = "雲端服務帳號已設定過，無法再次設定。"
            elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9._\-]{0,63}", alias):
                problem = "電子郵件名稱格式錯誤：請以英文字母開頭，僅可使用英數字及 . - _"
            elif alias.lower() == "taken.name":
                problem = "該電子郵件名稱已被使用。"
            elif word != request.get("ConfirmCloudPassword"):
                problem = "雲端服務密碼與確認密碼不相符。"
            elif len(word) < 8 or not re.search("[A-Za-z]", word) or not re.search(r"\d", word):
                problem = "雲端服務密碼至少 8 個字元，且需包含英文及數字。"
            elif request.get("Agree") != "true":
                problem = "請勾選同意規範。"
            elif request.get("command") == "enable":
                truth.alias, truth.cloud_password = alias, word
                truth.counts["activated"] += 1
                return self._layout("完成", f'<h1>恭喜您，雲端服務已經啟用</h1><p class="message-success">{escape(alias)}@ntuh.gov.tw 將於隔日生效。</p>{leave}')
        elif truth.alias:
            return self._layout("設定密碼與郵件別名", f"<h2>設定密碼與郵件別名</h2><p>此帳號已經完成啟用，郵件名稱為 <strong>{escape(truth.alias)}</strong>@ntuh.gov.tw。</p>{leave}")
        token, head = self._tokens(request, "a")
        facts = "".join(f'<div class="display-label">{a}</div><div class="display-field">{b}</div>' for a, b in (
            ("網路帳號 / 主職員工編號", person.employee_id), ("帳號姓名", person.name), ("主職單位", person.unit), ("有效期限", person.valid_until)))
        return self._layout("設定密碼與郵件別名", f"""<h2>設定密碼與郵件別名</h2><p>雲端服務帳號說明：1. 雲端服務帳號為跨體系使用。2. 服務於設定完成隔日生效。</p>
<form action="/Cloud/Enable" method="post">{antiforgery(token)}{errors(problem)}{facts}
{editor("MailAlias", "雲端服務帳號 (電子郵件名稱)", alias, more='maxlength="64" ', after="@ntuh.gov.tw 名稱長度限64字元內")}
{editor("CloudPassword", "雲端服務密碼", kind="password")}{editor("ConfirmCloudPassword", "確認雲端服務密碼", kind="password")}
<p><input data-val="true" id="Agree" name="Agree" type="checkbox" value="true" /><input name="Agree" type="hidden" value="false" /> <label for="Agree" class="checkbox">我已閱讀並同意《規範》</label></p>
<button type="submit" name="command" value="cancel">取消啟用</button> <button type="submit" name="command" value="enable" class="bg-color-green">啟用雲端服務</button></form>{leave}""", head)

    def _reset(self, request: Request) -> Response:
        problem, status = "", ""
        if request.method == "POST":
            self.takes(request, NewCloudPassword="cloud_password", ConfirmCloudPassword="cloud_password_again")
            if self._forged(request, "a"):
                return self._bad()
            word = request.get("NewCloudPassword")
            if not self.truth.alias:
                problem = "帳號尚未啟用，請先執行啟用網路帳號。"
            elif len(word) < 8 or word.isalpha() or word.isdigit() or word != request.get("ConfirmCloudPassword"):
                problem = "密碼不符規則或兩次輸入不同。"
            else:
                self.truth.cloud_password, status = word, "密碼重置完成。"
        token, head = self._tokens(request, "a")
        return self._layout("重置雲端服務密碼", f"""<h2>重置雲端服務密碼</h2><p class="message-success">{status}</p><form action="/Cloud/Reset" method="post">{antiforgery(token)}{errors(problem)}
{editor("NewCloudPassword", "新雲端服務密碼", kind="password")}{editor("ConfirmCloudPassword", "確認新密碼", kind="password")}<input type="submit" value="送出" /></form><a href="/Identity/Leave">結束並離開</a>""", head)

    # ---- webmail
    def mail(self, request: Request) -> Response:
        path, me = request.path.rstrip("/") or "/", request.cookies.get("WebMailAuth", "")
        if path == "/Captcha":
            return self._pic(request, "wmCap", "PNG", letters="abcdefghjkmnpqrstuvwxyz23456789", length=4)
        if path == "/Inbox" and me in self.inboxes:
            token, head = self._tokens(request, "m")
            return self._layout("收件匣", f"""<h2>收件匣</h2><table><tr><th>寄件者</th><th>主旨</th></tr><tr><td>Microsoft</td><td>Welcome</td></tr></table>
<form action="/LogOff" method="post">{antiforgery(token)}<button type="submit">登出</button></form>""", head, escape(self.truth.alias) + "@ntuh.gov.tw")
        if path == "/LogOff" and request.method == "POST" and me in self.inboxes:
            if self._forged(request, "m"):
                return self._bad()
            self.inboxes.discard(me)
            self.truth.sessions.discard(f"mail:{me}")
            self.truth.counts["sign_out_mail"] += 1
            return redirect("/", ("Set-Cookie", "WebMailAuth=; path=/; Max-Age=0"))
        problem = ""
        if request.method == "POST":
            self.takes(request, Account="mail_account", Secret="mail_password", Code="captcha")
            if self._forged(request, "m"):
                return self._bad()
            if not self._pic_right(request.cookies.get("wmCap", ""), request.get("Code").strip()):
                problem = "驗證碼錯誤。"
            elif not self.truth.alias or (request.get("Account").removesuffix("@ntuh.gov.tw"), request.get("Secret")) != (self.truth.alias, self.truth.cloud_password):
                problem = "登入失敗：帳號或密碼錯誤。"
            else:
                me = secrets.token_hex(16)
                self.inboxes.add(me)
                self.truth.sessions.add(f"mail:{me}")
                self.truth.counts["mail_sign_in"] += 1
                return redirect("/Inbox", ("Set-Cookie", f"WebMailAuth={me}; path=/"))
        token, head = self._tokens(request, "m")
        return self._layout("電子信箱", f"""<h2>電子信箱</h2><form action="/" method="post">{antiforgery(token)}{errors(problem)}{editor("Account", "帳號:")}{editor("Secret", "密碼:", kind="password")}
{editor("Code", "驗證碼(小寫字母或數字):", more='autocomplete="off" ', after='<img src="/Captcha" alt="" />')}
<p><input id="Remember" name="Remember" type="checkbox" value="true" /><input name="Remember" type="hidden" value="false" /><label for="Remember">記住登入資訊 (公用電腦請勿勾選)</label></p><input type="submit" value="登入" /></form>
<h3>公佈欄</h3><p>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}/">https://help.ntuh.gov.tw/</a></p>""", head)

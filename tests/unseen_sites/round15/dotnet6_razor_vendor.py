"""A vendor's delivery in ASP.NET Core 6 Razor Pages: validation summaries, anti-forgery tokens, TempData."""

from __future__ import annotations

import html
import re
import secrets
from datetime import datetime, timedelta

from truth import Request, Response, Site, picture, redirect

AF = ".AspNetCore.Antiforgery.9TtSrW0hzOs"
PORTAL_COOKIE = ".Ntuh.Portal.Auth"
HELP_COOKIE = ".Ntuh.Help.Session"
OWA_COOKIE = ".Ntuh.Mail.Auth"
HOSPITALS = [("", "請選擇"), ("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("T4", "新竹分院"), ("Y0", "雲林分院")]
USED_NAMES = ["taken.name", "service", "hr", "info"]


def h(text: object) -> str:
    return "".join(c if ord(c) > 0x2E80 or c.isalnum() or c in " .-_/@:" else f"&#x{ord(c):X};" for c in str(text))


class ModelState(dict):
    """Field -> message; the key "" is for the whole model."""

    def summary(self) -> str:
        if not self:
            return '<div class="text-danger validation-summary-valid" data-valmsg-summary="true"><ul><li style="display:none"></li>\n</ul></div>'
        items = "".join(f"<li>{h(m)}</li>\n" for m in self.values())
        return f'<div class="text-danger validation-summary-errors" data-valmsg-summary="true"><ul>{items}</ul></div>'

    def span(self, name: str) -> str:
        kind = "field-validation-error" if name in self else "field-validation-valid"
        return f'<span class="text-danger {kind}" data-valmsg-for="{name}" data-valmsg-replace="true">{h(self.get(name, ""))}</span>'


class TheSite(Site):
    title = "dotnet6_razor_vendor"

    def __init__(self) -> None:
        super().__init__()
        self.tokens: dict[str, set[str]] = {}
        self.state: dict[str, dict] = {}

    # ---------------------------------------------------------------- plumbing of the pages
    def render(self, r: Request, title: str, body: str, layout: str = "portal", more: list | None = None) -> Response:
        """Replace the place of the token by one that belongs to the visitor's cookie."""
        cookie = r.cookies.get(AF + layout[0], "")
        headers = list(more or [])
        if cookie not in self.tokens:
            cookie = "CfDJ8" + secrets.token_urlsafe(24)
            self.tokens[cookie] = set()
            headers.append(("Set-Cookie", f"{AF}{layout[0]}={cookie}; path=/; samesite=strict; httponly"))
        token = "CfDJ8" + secrets.token_urlsafe(48)
        self.tokens[cookie].add(token)
        body = body.replace("<!--af-->", f'<input name="__RequestVerificationToken" type="hidden" value="{token}" />')
        page = f'''<!DOCTYPE html>
<html lang="zh-Hant">
<head>
    <meta charset="utf-8" />
    <title>{title} - 國立臺灣大學醫學院附設醫院</title>
    <link rel="stylesheet" href="/lib/bootstrap/dist/css/bootstrap.min.css" />
</head>
<body class="layout-{layout}">
    <main role="main" class="pb-3">
{body}
    </main>
    <footer class="border-top footer text-muted"><div class="container">&copy; 2026 - 昕瑞資訊股份有限公司 維護 v6.0.21 - <a href="#privacy">Privacy</a></div></footer>
    <script src="/lib/jquery/dist/jquery.min.js"></script>
    <script src="/lib/jquery-validation-unobtrusive/jquery.validate.unobtrusive.min.js"></script>
</body>
</html>'''
        return Response(page, headers=[("Cache-Control", "no-cache, no-store"), *headers])

    def forged(self, r: Request, layout: str) -> bool:
        return r.get("__RequestVerificationToken") not in self.tokens.get(r.cookies.get(AF + layout[0], ""), set())

    @staticmethod
    def temp(state: dict) -> str:
        message = state.pop("TempData", None)
        return f'<div class="alert alert-{message[0]}" role="alert">{h(message[1])}</div>' if message else ""

    # ---------------------------------------------------------------- portal
    def portal(self, r: Request) -> Response:
        t = self.truth
        page, path = r.query.get("handler", ""), r.path.lower().rstrip("/")
        if r.method == "POST":
            self.takes(r, **{"Input.HospitalCode": "campus", "Input.UserId": "employee_id", "Input.Password": "portal_password", "Input.CaptchaCode": "captcha",
                             "Form.OldPassword": "old_password", "Form.NewPassword": "new_password", "Form.ConfirmPassword": "new_password_again"})
            if self.forged(r, "portal"):
                return Response("", 400)
        if path == "/captcha":
            key = r.query.get("id", "")
            if key in self.state:
                self.state[key]["text"] = t.new_captcha()
                return Response(picture(t.captcha, "PNG", (130, 40)), kind="image/png", headers=[("Cache-Control", "no-store")])
            return Response("", 404)
        sid = r.cookies.get(PORTAL_COOKIE, "")
        inside = "portal:" + sid in t.sessions
        if path in ("", "/identity/login"):
            if inside and r.method == "GET":
                return redirect("/Home")
            if path == "":
                return redirect("/Identity/Login?ReturnUrl=%2FHome")
            return self.login(r)
        if not inside:
            return redirect("/Identity/Login?ReturnUrl=" + r.path.replace("/", "%2F"))
        state = self.state[sid]
        if path == "/identity/logout" and r.method == "POST":
            t.sessions.discard("portal:" + sid)
            t.counts["sign_out_portal"] += 1
            return redirect("/Identity/Login", ("Set-Cookie", f"{PORTAL_COOKIE}=; expires=Thu, 01 Jan 1970 00:00:00 GMT; path=/"))
        if path == "/notice":
            return self.render(r, "資安公告", '''<div class="container"><div class="card mt-5"><div class="card-header">資訊安全宣導</div><div class="card-body">
<p>親愛的同仁您好，請勿將密碼借予他人使用，離開座位請登出系統。</p><a class="btn btn-primary" href="/Home">我知道了，進入系統</a></div></div></div>''')
        if path == "/home":
            return self.render(r, "首頁", self.menu(sid) + f'''<div class="container">{self.temp(state)}<h4>您好! {h(t.person.name)}</h4>
<p>總院差勤待簽 0 未核准 0 被駁回 0 / 總院Workflow待簽 0 未核准 0 被駁回 0</p><div class="card"><div class="card-header">全院公告 <span class="badge bg-secondary">1</span></div>
<ul class="list-group"><li class="list-group-item">2026/12/13 總院Portal資訊系統登入首頁預定改成新的版本</li></ul></div></div>''')
        if path == "/personal/password":
            return self.password(r, sid, state)
        return self.render(r, "功能未開放", self.menu(sid) + f'<div class="container"><p>此功能({h(page or r.query.get("code", ""))})未授權，請洽資訊室。</p></div>')

    def menu(self, sid: str) -> str:
        def drop(title: str, links: list[tuple[str, str]]) -> str:
            items = "".join(f'<li><a class="dropdown-item" href="{to}">{name}</a></li>' for name, to in links)
            return f'<li class="nav-item dropdown"><a class="nav-link dropdown-toggle" href="#" data-bs-toggle="dropdown">{title}</a><ul class="dropdown-menu">{items}</ul></li>'
        p = self.urls["portal"]
        bars = "".join(drop(n, [(n + "選單", f"{p}/Closed?code=M{i}")]) for i, n in enumerate(("醫療系統", "醫療支援", "其他資源", "數位學習", "資訊安全", "行政系統")))
        bars += drop("個人管理", [("更改密碼", f"{p}/Personal/Password"), ("個人簽章提醒設定", f"{p}/Closed?code=P2"), ("員工待遇福利查詢", f"{p}/Closed?code=P4"), ("查詢員工連絡資料", f"{p}/Closed?code=P5"),
                              ("維護個人連絡資料", f"{self.urls['inner']}/Employee/Contact?SESSION={sid}"), ("個人追蹤名單", f"{p}/Closed?code=P7")])
        return f'''<header><nav class="navbar navbar-expand-sm navbar-dark bg-primary"><div class="container-fluid"><a class="navbar-brand" href="{p}/Home">NTUH PORTAL</a><ul class="navbar-nav">{bars}</ul>
<form method="post" action="{p}/Identity/Logout"><!--af--><button type="submit" class="btn btn-outline-light btn-sm">登出系統</button></form></div></nav></header>'''

    def login(self, r: Request) -> Response:
        t, m = self.truth, ModelState()
        if r.method == "POST":
            ticket = self.state.pop(r.get("Input.CaptchaId"), {})
            right = bool(ticket.get("text")) and ticket["text"] == t.captcha and r.get("Input.CaptchaCode").strip().upper() == t.captcha
            if ticket.get("text") == t.captcha:
                t.captcha = ""
            for name, label in (("HospitalCode", "院區"), ("UserId", "帳號"), ("Password", "密碼"), ("CaptchaCode", "驗證碼")):
                if not r.get("Input." + name):
                    m["Input." + name] = f"{label} 欄位為必要項。"
            if not m and not right:
                m["Input.CaptchaCode"] = "圖形驗證碼比對失敗或已失效。"
            if not m and (r.get("Input.HospitalCode"), r.get("Input.UserId"), r.get("Input.Password")) != ("T0", t.person.employee_id, t.portal_password):
                m[""] = "登入嘗試無效，帳號或密碼有誤。"
            if not m:
                sid = secrets.token_hex(16)
                t.sessions.add("portal:" + sid)
                t.counts["sign_in"] += 1
                self.state[sid] = {}
                return redirect("/Notice", ("Set-Cookie", f"{PORTAL_COOKIE}={sid}; path=/; samesite=lax; httponly"))
            t.counts["sign_in_refused"] += 1
        ticket = secrets.token_hex(8)
        self.state[ticket] = {}
        options = "".join(f'<option value="{v}"{" selected=selected" if v == (r.get("Input.HospitalCode") or "T0") else ""}>{n}</option>' for v, n in HOSPITALS)
        need = 'data-val="true" data-val-required="此欄位為必要項。"'
        return self.render(r, "登入", f'''<div class="container" style="max-width:520px"><h2>台大醫院 醫療資訊系統</h2><h6>台大 健康守護, 醫界典範</h6><hr />
<form id="account" method="post" action="/Identity/Login?ReturnUrl=%2FHome">
{m.summary()}
<div class="mb-3"><label class="form-label" for="Input_HospitalCode">院區</label><select class="form-select" id="Input_HospitalCode" name="Input.HospitalCode">{options}</select></div>
<div class="form-floating mb-3"><input class="form-control" autocomplete="username" aria-required="true" type="text" {need} id="Input_UserId" name="Input.UserId" value="{h(r.get("Input.UserId"))}" placeholder="6位數數字" /><label for="Input_UserId">帳號</label>{m.span("Input.UserId")}</div>
<div class="form-floating mb-3"><input class="form-control" autocomplete="current-password" aria-required="true" type="password" {need} id="Input_Password" name="Input.Password" placeholder="password" /><label for="Input_Password">密碼</label>{m.span("Input.Password")}</div>
<div class="row"><div class="col form-floating mb-3"><input class="form-control" autocomplete="off" type="text" {need} maxlength="6" id="Input_CaptchaCode" name="Input.CaptchaCode" value="" placeholder="code" /><label for="Input_CaptchaCode">驗證碼 (不用區分大小寫)</label>{m.span("Input.CaptchaCode")}</div>
<div class="col"><img src="/Captcha?id={ticket}" alt="圖形驗證碼" width="130" height="40" /></div></div>
<input type="hidden" id="Input_CaptchaId" name="Input.CaptchaId" value="{ticket}" />
<div class="checkbox mb-3"><label class="form-label" for="Input_RememberMe"><input class="form-check-input" type="checkbox" data-val="true" id="Input_RememberMe" name="Input.RememberMe" value="true" /> 記住我?</label></div>
<button id="login-submit" type="submit" class="w-100 btn btn-lg btn-primary">登入 <small>Sign in</small></button>
<!--af--><input name="Input.RememberMe" type="hidden" value="false" /></form></div>''')

    def password(self, r: Request, sid: str, state: dict) -> Response:
        t, m = self.truth, ModelState()
        if r.method == "POST":
            old, new, again = (r.get("Form." + n) for n in ("OldPassword", "NewPassword", "ConfirmPassword"))
            if old != t.portal_password:
                m["Form.OldPassword"] = "舊密碼輸入錯誤。"
            if len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                m["Form.NewPassword"] = "新密碼未達設定條件 (8 個字元以上，含英文及數字)。"
            elif new == old:
                m["Form.NewPassword"] = "新密碼不得與舊密碼相同。"
            if new != again:
                m["Form.ConfirmPassword"] = "新密碼與確認密碼不相符。"
            if not m:
                t.portal_password = new
                t.counts["password_changed"] += 1
                state["TempData"] = ("success", "密碼變更完成。")
                return redirect("/Personal/Password")
            t.counts["password_refused"] += 1
        def line(name: str, label: str) -> str:
            return f'<div class="row mb-2"><label class="col-3 col-form-label" for="Form_{name}">{label}</label><div class="col-5"><input type="password" class="form-control" id="Form_{name}" name="Form.{name}" maxlength="20" />{m.span("Form." + name)}</div></div>'
        return self.render(r, "更改密碼", self.menu(sid) + f'''<div class="container"><h3>更改密碼</h3>{self.temp(state)}
<form method="post">{m.summary()}
{line("OldPassword", "請輸入舊密碼：")}{line("NewPassword", "請輸入新密碼：")}{line("ConfirmPassword", "請再輸入新密碼：")}
<div class="row mb-2"><div class="col-3">密碼強度檢核：</div><div class="col-5"><div class="progress"><div class="progress-bar" style="width:0"></div></div></div></div>
<p>密碼設定條件：</p><ul><li>1.密碼長度不可少於8個字元</li><li>2.密碼內容需包含英文及數字</li></ul>
<button type="submit" class="btn btn-primary">確認變更</button> <button type="reset" class="btn btn-secondary">清除</button> <a href="/Home">回功能選單</a><!--af--></form></div>''')

    # ---------------------------------------------------------------- inner
    FIELDS = [("Surname", "英文姓", "ex:Chen(陳)", "english_surname"), ("GivenName", "英文首名", "ex: Yi-Fen(怡芬)", "english_given"), ("MiddleName", "英文中名", "ex:Mary 為英文別名，如無，可不填", "english_middle"),
              ("OfficePhone", "辦公室電話", "ex:61234或23123456", "office_phone"), ("HomePhone", "住宅電話", "ex:0223123456", "home_phone"), ("MobilePhone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", "mobile_phone")]

    def inner(self, r: Request) -> Response:
        t, m = self.truth, ModelState()
        if r.method == "POST":
            self.takes(r, **{"Contact.MobilePhone": "mobile_phone"})
            if self.forged(r, "inner"):
                return Response("", 400)
        sid = r.query.get("SESSION", "")
        if "portal:" + sid not in t.sessions:
            return redirect(self.urls["portal"] + "/Identity/Login")
        if r.path != "/Employee/Contact":
            return Response("", 404)
        state = self.state[sid]
        if r.method == "POST":
            if r.get("Contact.EmpNo") != t.person.employee_id or r.get("Contact.RowVersion") != str(t.counts["contact_saved"]):
                m[""] = "資料已被更新，請重新開啟本頁。"
            if not re.fullmatch("09[0-9]{8}", r.get("Contact.MobilePhone")):
                m["Contact.MobilePhone"] = "行動電話 必須為 10 碼手機號碼。"
            for name, label, _, _ in self.FIELDS[:2]:
                if not re.fullmatch("[A-Za-z][A-Za-z' -]{0,39}", r.get("Contact." + name)):
                    m["Contact." + name] = f"{label} 必須為英文。"
            if not m:
                t.saved_contact = {key: r.get("Contact." + name) for name, _, _, key in self.FIELDS}
                t.counts["contact_saved"] += 1
                state["TempData"] = ("success", "個人連絡資料更新成功。")
                return redirect(f"/Employee/Contact?SESSION={sid}")
        rows = ""
        for name, label, hint, key in self.FIELDS:
            value = r.get("Contact." + name) if m else t.saved_contact.get(key, getattr(t.person, key))
            rows += f'<dt class="col-sm-2"><label for="Contact_{name}">{label}：</label></dt><dd class="col-sm-10"><input class="form-control d-inline w-25" type="{"tel" if "Phone" in name else "text"}" id="Contact_{name}" name="Contact.{name}" value="{h(value)}" maxlength="40" /> <span class="text-muted">{hint}</span> {m.span("Contact." + name)}</dd>'
        return self.render(r, "維護個人連絡資料", self.menu(sid).replace("<!--af-->", "", 1).replace('<form method="post"', '<form method="get"').replace("/Identity/Logout", "/Home").replace("登出系統", "回首頁") + f'''<div class="container"><h3>台大醫院---維護個人連絡資料</h3>{self.temp(state)}
<form method="post" action="/Employee/Contact?SESSION={sid}">{m.summary()}<input type="hidden" name="Contact.EmpNo" value="{t.person.employee_id}" /><input type="hidden" name="Contact.RowVersion" value="{t.counts['contact_saved']}" />
<dl class="row"><dt class="col-sm-2">員工編號：</dt><dd class="col-sm-4">{t.person.employee_id}</dd><dt class="col-sm-2">姓名：</dt><dd class="col-sm-4">{t.person.name}</dd>{rows}</dl>
<input type="submit" class="btn btn-success" value="異動儲存" /> <a class="btn btn-link" href="{self.urls['portal']}/Home">回功能選單</a><!--af--></form></div>''', "inner")

    # ---------------------------------------------------------------- account
    def account(self, r: Request) -> Response:
        t, m = self.truth, ModelState()
        if r.method == "POST":
            self.takes(r, **{"Agree": "consent", "Verify.EmpNo": "employee_id", "Verify.Mobile": "registered_phone", "Verify.OtpCode": "code", "Cloud.MailAlias": "alias", "Cloud.Pwd": "cloud_password", "Cloud.PwdConfirm": "cloud_password_again"})
            if self.forged(r, "account"):
                return Response("", 400)
        sid, more = r.cookies.get(HELP_COOKIE, ""), []
        if sid not in self.state:
            sid = secrets.token_hex(12)
            self.state[sid] = {}
            more = [("Set-Cookie", f"{HELP_COOKIE}={sid}; path=/; httponly")]
        s = self.state[sid]
        handler = r.query.get("handler", "")
        if r.path in ("/", "/Index"):
            if r.method == "POST":
                if r.get("Agree") != "true":
                    m["Agree"] = "請先詳閱規範並勾選同意。"
                elif handler in ("Activate", "Reset"):
                    s["purpose"] = handler
                    return redirect(f"/{handler}/Verify", *more)
            return self.render(r, "帳號服務", self.regulations(m), "account", more)
        if r.path == "/SignOut" and r.method == "POST":
            if "account:" + sid in t.sessions:
                t.sessions.discard("account:" + sid)
                t.counts["sign_out_account"] += 1
            self.state[sid] = {}
            return redirect("/")
        kind = "Activate" if r.path.startswith("/Activate/") else "Reset"
        if s.get("purpose") != kind:
            return redirect("/", *more)
        if r.path == f"/{kind}/Verify":
            return self.verify(r, s, sid, kind, handler, more)
        if r.path != f"/{kind}/Setup" or s.get("proved") != kind or "account:" + sid not in t.sessions:
            return redirect("/", *more)
        return self.setup(r, s, kind, more)

    def regulations(self, m: ModelState) -> str:
        return f'''<div class="container"><h2>帳號服務網</h2><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<h4>《規範》</h4><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li></ul>
<details><summary>《常見問題與服務》</summary><h6>密碼修改後多久可以生效</h6><p>即時生效。</p><h6>忘記密碼</h6><p>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></details>
<form method="post" action="/Index">{m.summary()}<div class="form-check"><input class="form-check-input" type="checkbox" data-val="true" id="Agree" name="Agree" value="true" /><label class="form-check-label" for="Agree">我已詳閱並同意遵守上述規範</label> {m.span("Agree")}</div>
<div class="d-grid gap-2 col-6"><button class="btn btn-primary" type="submit" formaction="/Index?handler=Activate">啟用網路帳號及首次雲端帳號密碼設定</button><small>啟用本院微軟相關服務，如：Office365, Outlook...</small>
<button class="btn btn-warning" type="submit" formaction="/Index?handler=Reset">重置雲端服務密碼</button><small>重設非Portal帳號的密碼：Email, 無線網路, KM, TMS</small>
<button class="btn btn-secondary" type="submit" formaction="/Index?handler=Vendor" disabled>總院廠商VPN展延申請</button></div>
<!--af--><input name="Agree" type="hidden" value="false" /></form></div>'''

    def verify(self, r: Request, s: dict, sid: str, kind: str, handler: str, more: list) -> Response:
        t, m = self.truth, ModelState()
        emp = r.get("Verify.EmpNo") if r.method == "POST" else s.get("emp", "")
        if r.method == "POST":
            if not re.fullmatch("[0-9]{6}", emp):
                m["Verify.EmpNo"] = "網路帳號 / 主職員工編號 必須為6位數數字。"
            elif emp != t.person.employee_id:
                m["Verify.EmpNo"] = "查無帳號資料。"
            elif handler == "SendCode":
                if r.get("Verify.Mobile") != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                    m["Verify.Mobile"] = "手機門號與註冊資料不一致，未發送簡訊。"
                else:
                    s["emp"], s["code"], s["until"] = emp, t.new_message(), datetime.now() + timedelta(minutes=2)
                    s["TempData"] = ("success", "動態碼簡訊發送成功。成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」")
                    return redirect(f"/{kind}/Verify")
            elif handler == "Next":
                if not s.get("code"):
                    m["Verify.OtpCode"] = "尚未發送動態碼。"
                elif r.get("Verify.OtpCode").strip() != s["code"]:
                    m["Verify.OtpCode"] = "動態碼驗證失敗。"
                elif datetime.now() > s["until"]:
                    m["Verify.OtpCode"] = "動態碼已超過有效時間，請重新取得。"
                else:
                    del s["code"]
                    s["proved"] = kind
                    t.sessions.add("account:" + sid)
                    t.counts["code_accepted"] += 1
                    return redirect(f"/{kind}/Setup")
            if handler == "Next":
                t.counts["code_refused"] += 1
        name = "啟用網路帳號及首次雲端帳號密碼設定" if kind == "Activate" else "重置雲端服務密碼"
        return self.render(r, name, f'''<div class="container"><nav aria-label="breadcrumb"><ol class="breadcrumb"><li class="breadcrumb-item"><a href="/">首頁</a></li><li class="breadcrumb-item active">身分驗證</li></ol></nav>
{self.temp(s)}<h3>{name}</h3><h5>注意事項</h5><ol><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ol>
<form method="post" action="/{kind}/Verify?handler=Next">{m.summary()}
<div class="row mb-2"><label class="col-3" for="Verify_EmpNo">網路帳號 / 主職員工編號</label><div class="col-6 input-group"><input class="form-control" type="text" data-val="true" id="Verify_EmpNo" name="Verify.EmpNo" value="{h(emp)}" maxlength="6" /><button type="button" class="btn btn-outline-primary" data-bs-toggle="modal" data-bs-target="#smsModal">發送簡訊動態碼</button></div>{m.span("Verify.EmpNo")}</div>
<div class="row mb-2"><label class="col-3" for="Verify_OtpCode">簡訊(或MOTP)動態碼</label><div class="col-6"><input class="form-control" type="text" id="Verify_OtpCode" name="Verify.OtpCode" value="" maxlength="8" autocomplete="off" />{m.span("Verify.OtpCode")}</div></div>
<button type="submit" class="btn btn-primary">下一步</button>
<div class="modal" id="smsModal" tabindex="-1" aria-hidden="true"><div class="modal-dialog"><div class="modal-content"><div class="modal-header"><h5 class="modal-title">請輸入帳號登記的手機門號(10碼)</h5></div>
<div class="modal-body"><input class="form-control" type="tel" id="Verify_Mobile" name="Verify.Mobile" value="" maxlength="10" placeholder="09xxxxxxxx" aria-label="請輸入帳號登記的手機門號(10碼)" />{m.span("Verify.Mobile")}</div>
<div class="modal-footer"><button type="submit" class="btn btn-primary" formaction="/{kind}/Verify?handler=SendCode">確定發送</button><button type="button" class="btn btn-secondary" data-bs-dismiss="modal">取消</button></div></div></div></div>
<!--af--></form></div>{'<script>window.addEventListener("load",function(){new bootstrap.Modal("#smsModal").show();});</script>' if "Verify.Mobile" in m else ""}<script src="/lib/bootstrap/dist/js/bootstrap.bundle.min.js"></script>''', "account", more)

    def setup(self, r: Request, s: dict, kind: str, more: list) -> Response:
        t, p, m = self.truth, self.truth.person, ModelState()
        if r.method == "POST":
            alias, word = r.get("Cloud.MailAlias").strip(), r.get("Cloud.Pwd")
            if kind == "Activate":
                if t.alias:
                    m[""] = "帳號已完成啟用，不可再次設定。"
                elif not re.fullmatch(r"[A-Za-z0-9]+([._-][A-Za-z0-9]+)*", alias) or len(alias) > 64:
                    m["Cloud.MailAlias"] = "電子郵件名稱僅限英數字與 . - _ ，且長度限64字元內。"
                elif alias.lower() in USED_NAMES:
                    m["Cloud.MailAlias"] = "電子郵件名稱已被使用，請重新命名。"
            elif not t.alias:
                m[""] = "帳號未啟用，無法重置。"
            if len(word) < 8 or not re.search("[A-Za-z]", word) or not re.search("[0-9]", word):
                m["Cloud.Pwd"] = "密碼須 8 碼以上並包含英文及數字。"
            elif word == t.portal_password:
                m["Cloud.Pwd"] = "請勿與Portal密碼相同。"
            elif word != r.get("Cloud.PwdConfirm"):
                m["Cloud.PwdConfirm"] = "密碼與確認密碼不相符。"
            if not m:
                t.cloud_password = word
                if kind == "Activate":
                    t.alias = alias
                    t.counts["activated"] += 1
                s["TempData"] = ("success", f"設定完成！雲端服務帳號 {alias}@ntuh.gov.tw 已建立，隔日生效。" if kind == "Activate" else "密碼重置成功。")
                return redirect(f"/{kind}/Setup")
        out = '<form method="post" action="/SignOut"><button type="submit" class="btn btn-sm btn-outline-dark">登出</button><!--af--></form>'
        pair = "".join(f'<div class="row mb-2"><label class="col-4" for="Cloud_{n}">{lab}</label><div class="col-6"><input class="form-control" type="password" id="Cloud_{n}" name="Cloud.{n}" autocomplete="new-password" />{m.span("Cloud." + n)}</div></div>' for n, lab in (("Pwd", "設定雲端服務密碼"), ("PwdConfirm", "再次輸入雲端服務密碼")))
        facts = "".join(f'<div class="row mb-2"><label class="col-4">{a}</label><div class="col-6"><input class="form-control-plaintext" readonly value="{h(b)}" /></div></div>' for a, b in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        if kind == "Reset":
            body = f'<h3>重置雲端服務密碼</h3><form method="post">{m.summary()}{pair}<button type="submit" class="btn btn-danger">儲存新密碼</button><!--af--></form>'
        elif t.alias:
            body = f'<h3>設定密碼與郵件別名</h3>{facts}<div class="alert alert-info">此帳號先前已啟用雲端服務，電子郵件：<strong>{h(t.alias)}@ntuh.gov.tw</strong></div>{m.summary() if m else ""}'
        else:
            body = f'''<h3>設定密碼與郵件別名</h3><p>雲端服務帳號說明：</p><ol><li>雲端服務帳號為跨體系使用。</li><li>服務於設定完成隔日生效。</li></ol><form method="post">{m.summary()}{facts}
<div class="row mb-2"><label class="col-4" for="Cloud_MailAlias">雲端服務帳號<br />(電子郵件名稱)</label><div class="col-6 input-group"><input class="form-control" type="text" id="Cloud_MailAlias" name="Cloud.MailAlias" maxlength="64" value="{h(r.get("Cloud.MailAlias"))}" /><span class="input-group-text">@ntuh.gov.tw</span></div><small>名稱長度限64字元內</small>{m.span("Cloud.MailAlias")}</div>{pair}
<a class="btn btn-secondary" href="/">取消啟用</a> <button type="submit" class="btn btn-primary">啟用雲端服務</button> <small>服務於設定完成隔日生效</small><!--af--></form>'''
        return self.render(r, "設定密碼與郵件別名", f'<div class="container">{self.temp(s)}{body}{out}</div>', "account", more)

    # ---------------------------------------------------------------- mail
    def mail(self, r: Request) -> Response:
        t, m = self.truth, ModelState()
        if r.method == "POST":
            self.takes(r, **{"Login.Mailbox": "mail_account", "Login.Pwd": "mail_password", "Login.Code": "captcha"})
            if self.forged(r, "mail"):
                return Response("", 400)
        sid = r.cookies.get(OWA_COOKIE, "")
        if r.path == "/Code":
            if r.query.get("t", "") not in self.state:
                return Response("", 404)
            self.state[r.query["t"]]["text"] = t.new_captcha("abcdefghijkmnpqrstuvwxyz23456789", 4)
            return Response(picture(t.captcha, "JPEG"), kind="image/jpeg", headers=[("Cache-Control", "no-store")])
        if "mail:" + sid in t.sessions:
            if r.path == "/Leave":
                t.sessions.discard("mail:" + sid)
                t.counts["sign_out_mail"] += 1
                return redirect("/", ("Set-Cookie", f"{OWA_COOKIE}=; path=/; max-age=0"))
            return self.render(r, "收件匣", f'<div class="container"><div class="float-end">{html.escape(t.alias)} | <a href="/Leave">登出</a></div><h2>收件匣 (1)</h2><table class="table"><tr><th>寄件者</th><th>主旨</th></tr><tr><td>資訊室</td><td>電子郵件啟用通知</td></tr></table></div>', "mail")
        if r.method == "POST":
            ticket = self.state.pop(r.get("Login.Ticket"), {})
            good = bool(ticket.get("text")) and ticket["text"] == t.captcha and r.get("Login.Code") == t.captcha
            if ticket.get("text") == t.captcha:
                t.captcha = ""
            if not good:
                m["Login.Code"] = "驗證碼錯誤。"
            elif not t.alias or r.get("Login.Mailbox") not in (t.alias, t.alias + "@ntuh.gov.tw") or r.get("Login.Pwd") != t.cloud_password:
                m[""] = "帳號或密碼不正確。"
            else:
                sid = secrets.token_hex(16)
                t.sessions.add("mail:" + sid)
                t.counts["mail_sign_in"] += 1
                return redirect("/Inbox", ("Set-Cookie", f"{OWA_COOKIE}={sid}; path=/; httponly"))
        elif r.path != "/":
            return redirect("/")
        ticket = secrets.token_hex(6)
        self.state[ticket] = {}
        return self.render(r, "電子郵件", f'''<div class="container" style="max-width:460px"><h3>臺大醫院 電子郵件 Web Mail</h3><form method="post" action="/">{m.summary()}
<div class="mb-2"><label for="Login_Mailbox">帳號:</label><input class="form-control" type="text" id="Login_Mailbox" name="Login.Mailbox" value="{h(r.get("Login.Mailbox"))}" /></div><div class="mb-2"><label for="Login_Pwd">密碼:</label><input class="form-control" type="password" id="Login_Pwd" name="Login.Pwd" /></div>
<div class="mb-2"><label for="Login_Code">驗證碼(小寫字母或數字):</label><input class="form-control" type="text" id="Login_Code" name="Login.Code" autocomplete="off" value="" /><img src="/Code?t={ticket}" alt="" />{m.span("Login.Code")}</div>
<div class="form-check"><input class="form-check-input" type="checkbox" id="Login_Keep" name="Login.Keep" value="true" /><label for="Login_Keep">記住登入資訊 (公用電腦請勿勾選)</label></div><input type="hidden" name="Login.Ticket" value="{ticket}" />
<button type="submit" class="btn btn-primary">登入</button><!--af--><input name="Login.Keep" type="hidden" value="false" /></form><h5>公佈欄</h5><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p><p>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}/">https://help.ntuh.gov.tw/</a></p></div>''', "mail")

"""Drawn as by a young contractor who came from a SaaS shop: Identity scaffolding, PRG with TempData, Bootstrap 5, tag helpers.

He names everything `Input.*`, leaves the default HtmlEncoder (so that whatever comes out of a model is in hex entities),
forgets to translate a few scaffolded lines, and copies one _Layout into every project.
"""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect


def enc(text: str) -> str:
    """HtmlEncoder.Default: anything outside Basic Latin leaves as &#xHHHH;"""
    return "".join(c if ord(c) < 128 else f"&#x{ord(c):X};" for c in escape(text).replace("&#x27;", "&#39;"))


class TheSite(Site):
    title = "ASP.NET Core 8 Razor Pages, TempData, tag helpers"

    def __init__(self) -> None:
        super().__init__()
        self.visits: dict[str, dict] = {}
        self.numbers: set[str] = set()
        self.picture_id = ""

    # ---- what AddSession() and AddAntiforgery() do
    def visit(self, request: Request, cookie: str) -> tuple[dict, list[tuple[str, str]]]:
        key = request.cookies.get(cookie, "")
        if key in self.visits:
            return self.visits[key], []
        key = secrets.token_hex(20)
        self.visits[key] = {"key": key, "token": "CfDJ8" + secrets.token_urlsafe(60), "temp": {}}
        return self.visits[key], [("Set-Cookie", f"{cookie}={key}; path=/; samesite=lax; httponly")]

    def forged(self, request: Request, visit: dict) -> bool:
        return request.get("__RequestVerificationToken") != visit["token"]

    @staticmethod
    def token(visit: dict) -> str:
        return f'<input name="__RequestVerificationToken" type="hidden" value="{visit["token"]}" />'

    # ---- _Layout.cshtml
    def layout(self, visit: dict, name: str, title: str, body: str, bar: str = "", script: str = "", search: str = "/Search") -> str:
        said = visit["temp"].pop("StatusMessage", "")
        if said:
            mood = "danger" if said.startswith("Error") else "success"
            said = (f'<div class="alert alert-{mood} alert-dismissible" role="alert">\n    '
                    f'<button type="button" class="btn-close" data-bs-dismiss="alert" aria-label="Close"></button>\n    {enc(said.removeprefix("Error "))}\n</div>')
        return f"""<!DOCTYPE html>
<html lang="zh-Hant"><head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1.0" /><title>{enc(title)} - {name}</title><link rel="stylesheet" href="/lib/bootstrap/dist/css/bootstrap.min.css" />
    <link rel="stylesheet" href="/css/site.css?v=pAGv4ietcJNk_EwsQZ5BN9-K4MuNYS2a9wl4Jw-q9D0" asp-append-version="true" /></head><body><header><nav b-8f3kq1x2vd class="navbar navbar-expand-sm navbar-toggleable-sm navbar-light bg-white border-bottom box-shadow mb-3"><div class="container">
            <a class="navbar-brand" href="/">{name}</a><form class="d-flex" role="search" method="get" action="{search}"><input class="form-control form-control-sm me-2" type="search" name="q" placeholder="站內搜尋" aria-label="Search" /><button class="btn btn-sm btn-outline-success" type="submit">搜尋</button></form>
            <form id="selectLanguage" class="d-flex" method="post" action="/Culture?handler=Set"><label class="visually-hidden" for="culture">Language</label><select id="culture" name="culture" class="form-select form-select-sm" onchange="this.form.submit();"><option value="zh-TW" selected="selected">{enc("中文(台灣)")}</option><option value="en-US">English (United States)</option></select>
                {self.token(visit)} </form>
            {bar} </div></nav></header><div class="container"><main role="main" class="pb-3">
{said}
{body} </main></div><footer class="border-top footer text-muted"><div class="container">&copy; 2026 - {name} - <a href="/Privacy">Privacy</a></div></footer><script src="/lib/jquery/dist/jquery.min.js"></script><script src="/lib/bootstrap/dist/js/bootstrap.bundle.min.js"></script><script src="/lib/jquery-validation-unobtrusive/jquery.validate.unobtrusive.min.js"></script>
{script} </body></html>"""

    @staticmethod
    def field(name: str, label: str, kind: str = "text", value: str = "", error: str = "", extra: str = "", note: str = "") -> str:
        ident = name.replace(".", "_")
        wrong = " input-validation-error" if error else ""
        span = ("field-validation-error" if error else "field-validation-valid")
        shown = "" if kind == "password" else f' value="{enc(value)}"'
        return f"""            <div class="mb-3">
                <label class="form-label" for="{ident}">{enc(label)}</label><input class="form-control{wrong}" type="{kind}" data-val="true" data-val-required="{enc(f"The {label} field is required.")}" id="{ident}" name="{name}"{shown} {extra}/><div class="form-text">{note}</div><span class="text-danger {span}" data-valmsg-for="{name}" data-valmsg-replace="true">{enc(error)}</span></div>
"""

    @staticmethod
    def summary(*errors: str) -> str:
        if not errors:
            return '<div class="text-danger validation-summary-valid" data-valmsg-summary="true"><ul><li style="display:none"></li>\n</ul></div>'
        return '<div class="text-danger validation-summary-errors" data-valmsg-summary="true"><ul>' + "".join(f"<li>{enc(e)}</li>\n" for e in errors) + "</ul></div>"

    def common(self, request: Request, visit: dict, name: str) -> Response | None:
        if request.path == "/Culture":
            self.takes(request)
            if self.forged(request, visit):
                return Response("", 400)
            return redirect("/", ("Set-Cookie", f".AspNetCore.Culture=c%3D{request.get('culture')}; path=/"))
        if request.path == "/Search":
            self.takes(request)
            return Response(self.layout(visit, name, "搜尋", f"<h1>搜尋</h1><p>查無「{enc(request.get('q'))}」相關資料。</p>"))
        if request.path == "/Privacy":
            return Response(self.layout(visit, name, "Privacy Policy", "<h1>Privacy Policy</h1><p>Use this page to detail your site's privacy policy.</p>"))
        return None

    # ---- portal
    def portal(self, request: Request) -> Response:
        visit, cookies = self.visit(request, ".NtuhPortal.Session")
        answer = self.portal_page(request, visit)
        answer.headers += cookies
        return answer

    def bar(self, visit: dict, where: str = "") -> str:
        return f"""<ul class="navbar-nav"><li class="nav-item"><span class="nav-link text-dark" title="Manage">您好 {enc(self.truth.person.name)}!</span></li>
            <li class="nav-item"><form class="form-inline" action="{where}/Identity/Account/Logout" method="post"><button type="submit" class="nav-link btn btn-link text-dark">登出</button>{self.token(visit)} </form></li></ul>"""

    def portal_page(self, request: Request, visit: dict) -> Response:
        truth, path, name = self.truth, request.path, "NTUH.Portal"
        other = self.common(request, visit, name)
        if other:
            return other
        if path == "/Identity/Account/Login":
            if request.method == "POST":
                return self.sign_in(request, visit)
            return self.login_page(visit)
        if path == "/Captcha":
            if request.query.get("id") != self.picture_id:
                return Response("", 404)
            return Response(picture(truth.captcha, "PNG"), kind="image/png")
        if path == "/Identity/Account/Logout" and request.method == "POST":
            self.takes(request)
            if self.forged(request, visit):
                return Response("", 400)
            if visit.get("number") in self.numbers:
                self.numbers.discard(visit["number"])
                truth.sessions.discard("portal:" + visit["number"])
                truth.counts["sign_out_portal"] += 1
            visit.pop("number", None)
            visit["temp"]["StatusMessage"] = "您已登出 PORTAL 系統。"
            return redirect("/Identity/Account/Login")
        number = visit.get("number")
        if number not in self.numbers:
            return redirect("/Identity/Account/Login?ReturnUrl=" + ("%2F" if path == "/" else "%2FMenu"))
        if path == "/Bulletin":
            return Response(self.layout(visit, name, "全院公告", """<h1 class="display-6">全院公告</h1>
<div class="alert alert-warning">【資安宣導】請勿點選來路不明之郵件連結。密碼逾期者請儘速更改。</div><table class="table"><thead><tr><th>日期</th><th>標題</th></tr></thead><tbody><tr><td>2026/10/21</td><td>新進實習學生請確認『行動電話』資訊正確</td></tr></tbody></table><a class="btn btn-primary" href="/Menu">進入功能選單 &raquo;</a>""", self.bar(visit)))
        if path in ("/", "/Menu"):
            to = self.urls["inner"]
            return Response(self.layout(visit, name, "功能選單", f"""<h1 class="display-6">功能選單</h1>
<div class="accordion" id="menuAccordion"><div class="accordion-item"><h2 class="accordion-header"><button class="accordion-button collapsed" type="button" data-bs-toggle="collapse" data-bs-target="#m1">醫療系統</button></h2><div id="m1" class="accordion-collapse collapse"><div class="accordion-body">此角色無權限</div></div></div>
  <div class="accordion-item"><h2 class="accordion-header"><button class="accordion-button" type="button" data-bs-toggle="collapse" data-bs-target="#m7">個人管理</button></h2><div id="m7" class="accordion-collapse collapse show"><div class="list-group list-group-flush">
      <a class="list-group-item" href="{to}/Personal/ChangePassword?SESSION={number}">更改密碼</a><a class="list-group-item disabled" aria-disabled="true">個人簽章提醒設定</a><a class="list-group-item" href="{to}/Personal/Directory?SESSION={number}">查詢員工連絡資料</a>
      <a class="list-group-item" href="{to}/Personal/Contact?SESSION={number}">維護個人連絡資料</a><a class="list-group-item disabled" aria-disabled="true">個人就醫紀錄查詢</a></div></div></div></div>""", self.bar(visit)))
        return Response("", 404)

    def login_page(self, visit: dict, errors: dict[str, str] | None = None, typed: str = "", campus: str = "T0") -> Response:
        errors = errors or {}
        self.truth.new_captcha()
        self.picture_id = secrets.token_hex(8)
        options = "".join(f'<option value="{v}"{" selected" if v == campus else ""}>{t}</option>\n' for v, t in
                          (("", "-- 請選擇 --"), ("T0", "總院區"), ("T2", "北護分院"), ("T4", "新竹分院"), ("Y0", "雲林分院")))
        body = f"""<h1>Log in</h1>
<div class="row"><div class="col-md-4"><section><form id="account" method="post"><h2>使用院內帳號登入本院PORTAL系統</h2><hr />
            {self.summary(*([errors[""]] if "" in errors else []))} <div class="mb-3"><label class="form-label" for="Input_Campus">{enc("院區")}</label><select class="form-select" data-val="true" data-val-required="The Campus field is required." id="Input_Campus" name="Input.Campus">{options}</select>
                <span class="text-danger field-validation-valid" data-valmsg-for="Input.Campus" data-valmsg-replace="true"></span></div>
{self.field("Input.EmpNo", "帳號", value=typed, error=errors.get("EmpNo", ""), extra='autocomplete="username" aria-required="true" maxlength="6" ')}
{self.field("Input.Pwd", "密碼", "password", error=errors.get("Pwd", ""), extra='autocomplete="current-password" aria-required="true" ')} <img id="captcha" src="/Captcha?id={self.picture_id}" alt="captcha" /> <a href="/Identity/Account/Login" class="small">換一張</a>
{self.field("Input.VerifyCode", "驗證碼", error=errors.get("VerifyCode", ""), extra='autocomplete="off" maxlength="6" ', note="(不用區分大小寫)")} <input type="hidden" id="Input_CaptchaId" name="Input.CaptchaId" value="{self.picture_id}" /><div><button id="login-submit" type="submit" class="w-100 btn btn-lg btn-primary">登入 Log in</button></div><div><p class="mt-2"><small>如無法登入，請撥資訊室分機261120。</small></p></div>
            {self.token(visit)} </form></section></div><div class="col-md-6 col-md-offset-2"><section><h3>相關網站</h3><hr /><p><a href="{self.urls['account']}/">網路帳號服務</a> | <a href="{self.urls['mail']}/">電子信箱</a></p></section></div></div>"""
        return Response(self.layout(visit, "NTUH.Portal", "Log in", body))

    def sign_in(self, request: Request, visit: dict) -> Response:
        self.takes(request, **{"Input.Campus": "campus", "Input.EmpNo": "employee_id", "Input.Pwd": "portal_password", "Input.VerifyCode": "captcha"})
        if self.forged(request, visit):
            return Response("", 400)
        truth, typed = self.truth, request.get("Input.EmpNo")
        right = request.get("Input.CaptchaId") == self.picture_id and truth.captcha and request.get("Input.VerifyCode").upper() == truth.captcha
        truth.captcha = ""
        campus = request.get("Input.Campus")
        errors: dict[str, str] = {}
        for key, label in (("EmpNo", "帳號"), ("Pwd", "密碼"), ("VerifyCode", "驗證碼")):
            if not request.get("Input." + key):
                errors[key] = f"The {label} field is required."
        if not errors and not right:
            errors["VerifyCode"] = "圖片上的字元與您輸入的不符，請依新圖重新輸入。"
        elif not errors and (campus != "T0" or typed != truth.person.employee_id or request.get("Input.Pwd") != truth.portal_password):
            errors[""] = "Invalid login attempt. 登入失敗，請確認院區、帳號與密碼。"
        if errors:
            truth.counts["sign_in_refused"] += 1
            return self.login_page(visit, errors, typed, campus)
        number = secrets.token_hex(16)
        visit["number"] = number
        self.numbers.add(number)
        truth.sessions.add("portal:" + number)
        truth.counts["sign_in"] += 1
        return redirect("/Bulletin")

    # ---- inner
    def inner(self, request: Request) -> Response:
        visit, cookies = self.visit(request, ".NtuhHr.Session")
        answer = self.inner_page(request, visit)
        answer.headers += cookies
        return answer

    def inner_page(self, request: Request, visit: dict) -> Response:
        truth, name, path = self.truth, "NTUH.Personal", request.path
        other = self.common(request, visit, name)
        if other:
            return other
        number = request.query.get("SESSION", "")
        back = f'<p><a href="{self.urls["portal"]}/Menu">回功能選單</a></p>'
        if request.method == "POST" and path == "/Personal/ChangePassword":
            self.takes(request, **{"Input.OldPassword": "old_password", "Input.NewPassword": "new_password", "Input.ConfirmPassword": "new_password_again"})
        elif request.method == "POST":
            self.takes(request, **{"Input.MobilePhone": "mobile_phone"})
        if number not in self.numbers:
            return Response(self.layout(visit, name, "Access denied", f'<h1 class="text-danger">Access denied</h1><p>登入已逾時，請<a href="{self.urls["portal"]}/">重新登入</a>。</p>'), 403)
        if request.method == "POST" and self.forged(request, visit):
            return Response("", 400)
        if path == "/Personal/ChangePassword":
            errors: dict[str, str] = {}
            if request.method == "POST":
                new = request.get("Input.NewPassword")
                if request.get("Input.OldPassword") != truth.portal_password:
                    errors["OldPassword"] = "Incorrect password. 舊密碼不正確。"
                if len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                    errors["NewPassword"] = "新密碼不符合密碼設定條件。"
                elif new == truth.portal_password:
                    errors["NewPassword"] = "新密碼不可與舊密碼相同。"
                if new != request.get("Input.ConfirmPassword"):
                    errors["ConfirmPassword"] = "The new password and confirmation password do not match."
                if not errors:
                    truth.portal_password = new
                    truth.counts["password_changed"] += 1
                    visit["temp"]["StatusMessage"] = "您的密碼已更新，下次登入請使用新密碼。"
                    return redirect(f"/Personal/ChangePassword?SESSION={number}")
                truth.counts["password_refused"] += 1
            body = f"""<h3>更改密碼</h3>
<div class="row"><div class="col-md-6"><form id="change-password-form" method="post">
{self.summary()}
{self.field("Input.OldPassword", "請輸入舊密碼", "password", error=errors.get("OldPassword", ""), extra='autocomplete="current-password" ')}
{self.field("Input.NewPassword", "請輸入新密碼", "password", error=errors.get("NewPassword", ""), extra='autocomplete="new-password" ')} <div class="mb-3">密碼強度檢核： <div class="progress"><div id="strength" class="progress-bar" style="width:0%"></div></div></div>
{self.field("Input.ConfirmPassword", "請再輸入新密碼", "password", error=errors.get("ConfirmPassword", ""), extra='autocomplete="new-password" ')} <button type="submit" class="w-100 btn btn-lg btn-primary">Update password 更新</button>
            {self.token(visit)} </form><p class="mt-3">密碼設定條件：</p><ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol>{back}</div></div>"""
            return Response(self.layout(visit, name, "更改密碼", body))
        if path == "/Personal/Contact":
            person, wrong = truth.person, ""
            names = (("EnglishSurname", "english_surname"), ("EnglishGiven", "english_given"), ("EnglishMiddle", "english_middle"),
                     ("OfficePhone", "office_phone"), ("HomePhone", "home_phone"), ("MobilePhone", "mobile_phone"))
            values = {key: truth.saved_contact.get(key, getattr(person, key)) for _, key in names}
            if request.method == "POST":
                if request.get("Input.Id") != person.employee_id or any(not request.has("Input." + n) for n, _ in names):
                    return Response("", 400)
                values = {key: request.get("Input." + n) for n, key in names}
                if re.fullmatch(r"09\d{8}", values["mobile_phone"]):
                    truth.saved_contact = values
                    truth.counts["contact_saved"] += 1
                    visit["temp"]["StatusMessage"] = "Your profile has been updated. 個人連絡資料已更新。"
                    return redirect(f"/Personal/Contact?SESSION={number}")
                wrong = "行動電話格式不正確。"
            f = lambda n, label, note="", e="": self.field("Input." + n, label, value=values[dict(names)[n]], note=note, error=e)  # noqa: E731
            body = f"""<h3>台大醫院---維護個人連絡資料</h3>
<form id="profile-form" method="post"><button id="update-profile-button" type="submit" class="btn btn-primary mb-3">異動儲存</button><input type="hidden" data-val="true" id="Input_Id" name="Input.Id" value="{person.employee_id}" />
            <div class="row"><div class="col">員工編號：<input class="form-control" value="{person.employee_id}" disabled /></div><div class="col">姓名：<input class="form-control" value="{enc(person.name)}" disabled /></div></div>
{f("EnglishSurname", "英文姓：", "ex:Chen(陳)")}
{f("EnglishGiven", "英文首名：", "ex: Yi-Fen(怡芬) (說明)")}
{f("EnglishMiddle", "英文中名：", "ex:Mary 為英文別名，如無，可不填")}
{f("OfficePhone", "辦公室電話：", "ex:61234或23123456")}
{f("HomePhone", "住宅電話：", "ex:0223123456")}
{f("MobilePhone", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", wrong)}
            {self.token(visit)} </form>{back}"""
            return Response(self.layout(visit, name, "維護個人連絡資料", body))
        if path == "/Personal/Directory":
            return Response(self.layout(visit, name, "查詢員工連絡資料", f"<h3>查詢員工連絡資料</h3><p>尚未開放。</p>{back}"))
        return Response("", 404)

    # ---- account
    def account(self, request: Request) -> Response:
        visit, cookies = self.visit(request, ".NtuhHelp.Session")
        answer = self.account_page(request, visit)
        answer.headers += cookies
        return answer

    def account_page(self, request: Request, visit: dict) -> Response:
        truth, name, path = self.truth, "NTUH.Help", request.path
        other = self.common(request, visit, name)
        if other:
            return other
        if path == "/":
            return Response(self.layout(visit, name, "網路帳號服務", """<div class="text-center"><h1 class="display-4">網路帳號服務</h1></div>
<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><h4>《規範》</h4><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置</li></ul><h4>《常見問題與服務》</h4><details><summary>密碼修改後多久可以生效</summary>即時生效。</details>
<details><summary>忘記密碼</summary>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</details><hr /><div class="row"><div class="col-4"><a class="btn btn-primary w-100" href="/Proof?flow=activate">啟用網路帳號及首次雲端帳號密碼設定</a><p>啟用本院微軟相關服務，如：Office365, Outlook...</p></div>
<div class="col-4"><a class="btn btn-secondary w-100" href="/Proof?flow=reset">重置雲端服務密碼</a></div><div class="col-4"><a class="btn btn-outline-secondary w-100 disabled">總院廠商VPN展延申請</a></div></div>"""))
        if path == "/Proof":
            return self.proof(request, visit)
        if path == "/Leave" and request.method == "POST":
            self.takes(request)
            if self.forged(request, visit):
                return Response("", 400)
            if visit.pop("proved", None):
                truth.sessions.discard("account:" + visit["key"])
                truth.counts["sign_out_account"] += 1
            visit["temp"]["StatusMessage"] = "已結束本次作業。"
            return redirect("/")
        if path in ("/Activate", "/Reset"):
            return self.cloud(request, visit)
        return Response("", 404)

    def proof(self, request: Request, visit: dict) -> Response:
        truth = self.truth
        flow = "reset" if request.query.get("flow") == "reset" else "activate"
        here = f"/Proof?flow={flow}"
        errors: dict[str, str] = {}
        if request.method == "POST":
            self.takes(request, **{"Input.Account": "employee_id", "Input.RegisteredMobile": "registered_phone", "Input.Otp": "code"})
            if self.forged(request, visit):
                return Response("", 400)
            visit["typed"] = account = request.get("Input.Account")
            if request.query.get("handler") == "SendCode":
                if account != truth.person.employee_id:
                    visit["temp"]["StatusMessage"] = "Error 查無此網路帳號或員工編號。"
                elif request.get("Input.RegisteredMobile") != truth.saved_contact.get("mobile_phone", truth.person.mobile_phone):
                    visit["temp"]["StatusMessage"] = "Error 手機門號與登記資料不一致，簡訊未發送。"
                else:
                    visit["code"] = (truth.new_message(), time.time(), account)
                    visit["temp"]["StatusMessage"] = "動態碼簡訊發送成功！成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"
                return redirect(here)
            code, since, whose = visit.get("code", ("", 0, ""))
            if not code or whose != account:
                errors["Account"] = "請先輸入網路帳號並發送簡訊動態碼。"
            elif request.get("Input.Otp").strip() != code:
                errors["Otp"] = "動態碼錯誤，請重新輸入。"
            elif time.time() - since > 120:
                errors["Otp"] = "動態碼已逾 2 分鐘，請重新發送。"
            else:
                visit.pop("code")
                visit["proved"] = flow
                truth.sessions.add("account:" + visit["key"])
                truth.counts["code_accepted"] += 1
                return redirect("/Reset" if flow == "reset" else "/Activate")
            truth.counts["code_refused"] += 1
        heading = "重置雲端服務密碼" if flow == "reset" else "啟用網路帳號及首次雲端帳號密碼設定"
        body = f"""<h2>{heading}</h2>
<div class="alert alert-info"><b>注意事項</b><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div><form method="post" action="{here}" novalidate>
{self.field("Input.Account", "網路帳號 / 主職員工編號", value=visit.get("typed", ""), error=errors.get("Account", ""), extra='maxlength="20" autofocus ')} <button type="button" class="btn btn-outline-primary mb-3" data-bs-toggle="modal" data-bs-target="#smsModal">發送簡訊動態碼</button>
            <div class="modal fade" id="smsModal" tabindex="-1" aria-hidden="true"><div class="modal-dialog"><div class="modal-content"><div class="modal-header"><h5 class="modal-title">請輸入帳號登記的手機門號(10碼)</h5></div>
                <div class="modal-body"><input class="form-control" type="tel" id="Input_RegisteredMobile" name="Input.RegisteredMobile" maxlength="10" aria-label="Mobile" /></div><div class="modal-footer"><button type="submit" class="btn btn-primary" formaction="{here}&amp;handler=SendCode">確定發送</button><button type="button" class="btn btn-secondary" data-bs-dismiss="modal">取消</button></div></div></div></div>
{self.field("Input.Otp", "簡訊(或MOTP)動態碼", error=errors.get("Otp", ""), extra='autocomplete="one-time-code" ')} <button type="submit" class="btn btn-primary" formaction="{here}&amp;handler=Next">下一步</button>
            {self.token(visit)} </form>"""
        return Response(self.layout(visit, "NTUH.Help", heading, body))

    def cloud(self, request: Request, visit: dict) -> Response:
        truth, person, path = self.truth, self.truth.person, request.path
        if request.method == "POST":
            self.takes(request, **{"Input.Alias": "alias", "Input.Password": "cloud_password", "Input.ConfirmPassword": "cloud_password_again"})
            if self.forged(request, visit):
                return Response("", 400)
        if visit.get("proved") != {"/Activate": "activate", "/Reset": "reset"}[path]:
            visit["temp"]["StatusMessage"] = "Error 請先完成身分驗證。"
            return redirect("/")
        leave = f'<form method="post" action="/Leave" class="mt-3"><button class="btn btn-link p-0" type="submit">離開</button>{self.token(visit)}</form>'
        errors: dict[str, str] = {}
        secret = request.get("Input.Password")
        if request.method == "POST":
            if len(secret) < 8 or not re.search("[A-Za-z]", secret) or not re.search("[0-9]", secret):
                errors["Password"] = "密碼至少 8 碼且須含英文及數字。"
            if secret != request.get("Input.ConfirmPassword"):
                errors["ConfirmPassword"] = "The password and confirmation password do not match."
        pair = lambda: (self.field("Input.Password", "雲端服務密碼", "password", error=errors.get("Password", ""), extra='autocomplete="new-password" ', note="至少 8 碼，須含英文及數字")  # noqa: E731
                        + self.field("Input.ConfirmPassword", "確認雲端服務密碼", "password", error=errors.get("ConfirmPassword", ""), extra='autocomplete="new-password" '))
        if path == "/Reset":
            if not truth.alias:
                return Response(self.layout(visit, "NTUH.Help", "重置雲端服務密碼", f'<div class="alert alert-warning">此帳號尚未啟用，請先【啟用網路帳號】。</div>{leave}'))
            if request.method == "POST" and not errors:
                truth.cloud_password = secret
                visit["temp"]["StatusMessage"] = "雲端服務密碼重設完成，即時生效。"
                return redirect("/Reset")
            return Response(self.layout(visit, "NTUH.Help", "重置雲端服務密碼", f'<h2>重置雲端服務密碼</h2><form method="post">{pair()}<button type="submit" class="btn btn-primary">確認重置</button>{self.token(visit)}</form>{leave}'))
        alias = request.get("Input.Alias").strip()
        if request.method == "POST" and request.query.get("handler") != "Cancel":
            if truth.alias:
                visit["temp"]["StatusMessage"] = "Error 本帳號先前已啟用，不得重複設定。"
                return redirect("/Activate")
            if not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", alias):
                errors["Alias"] = "電子郵件名稱僅接受英文、數字、點、底線及連字號，並以英文開頭。"
            elif alias.lower() == "taken.name":
                errors["Alias"] = "此電子郵件名稱已有人使用，請改用其他名稱。"
            if not errors:
                truth.alias, truth.cloud_password = alias, secret
                truth.counts["activated"] += 1
                visit["temp"]["StatusMessage"] = f"帳號設定已受理：{alias}@ntuh.gov.tw 將於明日開通。"
                return redirect("/Activate")
        elif request.method == "POST":
            return redirect("/")
        facts = f"""<dl class="row"><dt class="col-sm-4">網路帳號 / 主職員工編號</dt><dd class="col-sm-8">{person.employee_id}</dd><dt class="col-sm-4">帳號姓名</dt><dd class="col-sm-8">{enc(person.name)}</dd>
<dt class="col-sm-4">主職單位</dt><dd class="col-sm-8">{enc(person.unit)}</dd><dt class="col-sm-4">有效期限</dt><dd class="col-sm-8">{person.valid_until}</dd></dl>"""
        if truth.alias:
            body = f"""<h2>設定密碼與郵件別名</h2>{facts}<div class="card"><div class="card-body">本帳號之雲端服務狀態：<span class="badge text-bg-success">已啟用</span>
<br />電子郵件：{enc(truth.alias)}@ntuh.gov.tw (別名設定後不能修改)</div></div>{leave}"""
        else:
            body = f"""<h2>設定密碼與郵件別名</h2><p>1. 雲端服務帳號為跨體系使用。<br />2. 服務於設定完成隔日生效。</p>{facts}
<form method="post" action="/Activate">{self.summary()}
{self.field("Input.Alias", "雲端服務帳號 (電子郵件名稱)", value=alias, error=errors.get("Alias", ""), extra='maxlength="64" ', note="@ntuh.gov.tw 名稱長度限64字元內")}
{pair()} <button type="submit" class="btn btn-secondary" formaction="/Activate?handler=Cancel" formnovalidate>取消啟用</button><button type="submit" class="btn btn-primary" formaction="/Activate?handler=Enable">啟用雲端服務</button> <small>服務於設定完成隔日生效</small>
            {self.token(visit)} </form>{leave}"""
        return Response(self.layout(visit, "NTUH.Help", "設定密碼與郵件別名", body))

    # ---- mail
    def mail(self, request: Request) -> Response:
        visit, cookies = self.visit(request, ".NtuhMail.Session")
        answer = self.mail_page(request, visit)
        answer.headers += cookies
        return answer

    def mail_page(self, request: Request, visit: dict) -> Response:
        truth, name, path = self.truth, "NTUH.WebMail", request.path
        other = self.common(request, visit, name)
        if other:
            return other
        if path == "/Captcha":
            return Response(picture(truth.captcha, "PNG"), kind="image/png")
        if path == "/Logout" and request.method == "POST":
            self.takes(request)
            if self.forged(request, visit):
                return Response("", 400)
            if visit.pop("in", None):
                truth.sessions.discard("mail:" + visit["key"])
                truth.counts["sign_out_mail"] += 1
            return redirect("/")
        if path == "/Inbox":
            if not visit.get("in"):
                return redirect("/")
            bar = f'<form action="/Logout" method="post"><button type="submit" class="nav-link btn btn-link">Sign out 登出信箱</button>{self.token(visit)}</form>'
            return Response(self.layout(visit, name, "收件匣", f"<h2>收件匣 Inbox</h2><p>{enc(truth.alias)}@ntuh.gov.tw</p><table class=\"table\"><tr><th>寄件者</th><th>主旨</th></tr><tr><td>資訊室</td><td>歡迎使用本院電子信箱</td></tr></table>", bar))
        if path != "/":
            return Response("", 404)
        error, typed = "", ""
        if request.method == "POST":
            self.takes(request, **{"Input.Account": "mail_account", "Input.Password": "mail_password", "Input.Captcha": "captcha"})
            if self.forged(request, visit):
                return Response("", 400)
            typed = request.get("Input.Account").strip()
            right = request.get("Input.CaptchaId") == self.picture_id and truth.captcha and request.get("Input.Captcha") == truth.captcha
            truth.captcha = ""
            if not right:
                error = "驗證碼不正確。"
            elif not truth.alias or typed.lower().removesuffix("@ntuh.gov.tw") != truth.alias.lower() or request.get("Input.Password") != truth.cloud_password:
                error = "帳號或密碼有誤。"
            else:
                visit["in"] = True
                truth.sessions.add("mail:" + visit["key"])
                truth.counts["mail_sign_in"] += 1
                return redirect("/Inbox")
        truth.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5)
        self.picture_id = secrets.token_hex(8)
        body = f"""<h2>電子信箱</h2><form method="post">{self.summary(*([error] if error else []))}
{self.field("Input.Account", "帳號:", value=typed)}{self.field("Input.Password", "密碼:", "password")}
{self.field("Input.Captcha", "驗證碼(小寫字母或數字):", extra='autocomplete="off" ')}<img src="/Captcha?id={self.picture_id}" alt="" /><input type="hidden" name="Input.CaptchaId" value="{self.picture_id}" />
<div class="form-check"><input class="form-check-input" data-val="true" type="checkbox" id="Input_RememberMe" name="Input.RememberMe" value="true" /><label class="form-check-label" for="Input_RememberMe">記住登入資訊 (公用電腦請勿勾選)</label></div>
<button type="submit" class="btn btn-primary">登入</button>{self.token(visit)}<input name="Input.RememberMe" type="hidden" value="false" /></form><h4>公佈欄</h4><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p><p>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}/">https://help.ntuh.gov.tw/</a></p>"""
        return Response(self.layout(visit, name, "登入", body))

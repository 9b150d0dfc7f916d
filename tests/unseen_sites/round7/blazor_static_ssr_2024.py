"""Blazor Web App (.NET 8) in static server rendering, enhanced navigation off: EditForm posts, status message by cookie."""

from __future__ import annotations

import base64
import re
import secrets
import time
from html import escape
from urllib.parse import quote, unquote

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

SHELL = """<!DOCTYPE html>
<html lang="zh-Hant-TW"><head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1.0" /><base href="/" />
<link rel="stylesheet" href="bootstrap/bootstrap.min.css" /><link rel="stylesheet" href="app.css" /><link rel="stylesheet" href="{app}.styles.css" />
<style>.validation-message{{color:#dc3545}}.invalid{{outline:1px solid red}}.page{{display:flex;gap:2rem}}</style><title>{title}</title></head>
<body data-enhance-nav="false"><div class="page" b-3xbwqy2j1p>{side}<main b-3xbwqy2j1p><div class="top-row px-4" b-3xbwqy2j1p><a href="#about">關於</a></div>
<article class="content px-4" b-3xbwqy2j1p>{body}</article></main></div>
<div id="blazor-error-ui" data-nosnippet style="display:none">發生未預期的錯誤。<a href="." class="reload">重新載入</a><span class="dismiss">🗙</span></div>
<script src="_framework/blazor.web.js" autostart="false"></script></body></html>"""


class TheSite(Site):
    title = "blazor_static_ssr_2024"

    def __init__(self) -> None:
        super().__init__()
        self.users: dict[str, str] = {}  # cookie of the portal -> id
        self.tickets: dict[str, str] = {}
        self.hr: dict[str, str] = {}
        self.forgery: dict[str, str] = {}
        self.flows: dict[str, dict] = {}
        self.boxes: dict[str, str] = {}

    # ------------------------------------------------ pieces
    def html(self, title: str, body: str, side: str = "", app: str = "Ntuh.Portal", *cookies: tuple[str, str]) -> Response:
        return Response(SHELL.format(title=title, body=body, side=side, app=app), headers=[("blazor-enhanced-nav", "disallow"), *cookies])

    def form(self, handler: str, action: str, inner: str, af: str, extra: str = "") -> str:
        token = "CfDJ8" + secrets.token_urlsafe(60)
        self.forgery[token] = af
        return (f'<form method="post" action="{action}" {extra}><input type="hidden" name="_handler" value="{handler}" />'
                f'<input type="hidden" name="__RequestVerificationToken" value="{token}" />{inner}</form>')

    def antiforgery(self, r: Request, cookie: str) -> bool:
        af = r.cookies.get(cookie, "")
        return bool(af) and self.forgery.get(r.get("__RequestVerificationToken")) == af

    def visitor(self, r: Request, cookie: str) -> tuple[str, list]:
        af = r.cookies.get(cookie, "")
        if af:
            return af, []
        af = "CfDJ8" + secrets.token_urlsafe(20)
        return af, [("Set-Cookie", f"{cookie}={af}; path=/; samesite=strict; httponly")]

    @staticmethod
    def floating(name: str, label: str, value: str = "", kind: str = "text", error: str = "", more: str = "", hint: str = "") -> str:
        cls = "invalid" if error else "valid"
        return (f'<div class="form-floating mb-3"><input id="{name}" name="{name}" type="{kind}" class="form-control {cls}" value="{escape(value)}" placeholder=" " aria-required="true" {more} />'
                f'<label for="{name}" class="form-label">{label}</label>' + (f'<div class="form-text">{hint}</div>' if hint else "")
                + (f'<div class="validation-message">{error}</div>' if error else "") + "</div>\n")

    @staticmethod
    def status(text: str, kind: str = "success") -> str:
        return f'<div class="alert alert-{kind}" role="alert">{escape(text)}</div>' if text else ""

    def flash(self, r: Request) -> tuple[str, list]:
        said = unquote(r.cookies.get("Identity.StatusMessage", ""))
        return said, [("Set-Cookie", "Identity.StatusMessage=; path=/; max-age=0")] if said else []

    BAD = '<h1>400</h1><p>要求的驗證權杖無效 (A valid antiforgery token was not provided with the request)，請重新整理頁面。</p>'

    # ------------------------------------------------ portal
    def portal(self, r: Request) -> Response:
        t, p = self.truth, r.path
        if p.startswith("/Captcha/"):
            return Response(picture(t.new_captcha(), "PNG", (150, 40)), kind="image/png", headers=[("Cache-Control", "no-cache")])
        if p.endswith((".css", ".js")):
            return Response("", kind="text/css" if p.endswith("css") else "text/javascript")
        af, set_af = self.visitor(r, ".AspNetCore.Antiforgery.Portal")
        mine = r.cookies.get(".AspNetCore.Identity.Application", "")
        inside = mine in self.users and f"portal:{mine}" in t.sessions
        if p == "/Account/Login":
            return self.login(r, af, set_af)
        if not inside:
            return redirect("/Account/Login?ReturnUrl=" + quote(p, safe=""), *set_af)
        if p == "/Account/Logout":
            if r.method != "POST" or not self.antiforgery(r, ".AspNetCore.Antiforgery.Portal"):
                return Response(self.BAD, 400)
            self.takes(r)
            t.sessions.discard(f"portal:{mine}")
            t.counts["sign_out_portal"] += 1
            del self.users[mine]
            return redirect("/Account/Login", ("Set-Cookie", ".AspNetCore.Identity.Application=; path=/; max-age=0"))
        side = f"""<div class="sidebar" b-3xbwqy2j1p><div class="navbar"><a class="navbar-brand" href="">台大醫院 PORTAL</a></div>
<input type="checkbox" title="Navigation menu" class="navbar-toggler" /><nav class="nav flex-column">
<div class="nav-item px-3"><a class="nav-link" href=""><span class="bi bi-house-door-fill" aria-hidden="true"></span> 功能選單</a></div>
<div class="nav-item px-3"><a class="nav-link" href="#sys"><span class="bi bi-hospital"></span> 醫療系統</a></div>
<div class="nav-item px-3"><details open><summary>個人管理</summary>
<a class="nav-link" href="Account/Manage/ChangePassword"><span class="bi bi-key"></span> 更改密碼</a>
<a class="nav-link" href="Apps/Launch/Signature"> 個人簽章提醒設定</a>
<a class="nav-link" href="Apps/Launch/StaffContact"> 查詢員工連絡資料</a>
<a class="nav-link" href="Apps/Launch/MyContact"><span class="bi bi-person-lines-fill"></span> 維護個人連絡資料</a></details></div>
<div class="nav-item px-3">{self.form("logout", "Account/Logout", '<input type="hidden" name="ReturnUrl" value="" /><button type="submit" class="nav-link"><span class="bi bi-arrow-bar-left-nav-menu" aria-hidden="true"></span> 登出系統</button>', af)}</div></nav></div>"""
        if p.startswith("/Apps/Launch/"):
            ticket = secrets.token_urlsafe(24)
            self.tickets[ticket] = mine
            return redirect(f"{self.urls['inner']}/signin-portal?ticket={ticket}&app={p.rsplit('/', 1)[1]}")
        if p == "/Account/Manage/ChangePassword":
            return self.password(r, af, side)
        if p != "/":
            return Response("<h1>找不到網頁</h1>", 404)
        said, clear = self.flash(r)
        return self.html("功能選單", f"""{self.status(said)}<h1>您好! {t.person.name}</h1><p>總院差勤待簽 0 未核准 0 被駁回 0</p>
<div class="card"><div class="card-header">全院公告 <span class="badge">2</span></div><ul class="list-group"><li class="list-group-item">2024/03/01 薪資所得免稅額申報表填報</li><li class="list-group-item">2024/01/02 新版 Portal 上線</li></ul></div>""", side, "Ntuh.Portal", *set_af, *clear)

    def login(self, r: Request, af: str, cookies: list) -> Response:
        t = self.truth
        errors: dict[str, str] = {}
        top = ""
        if r.method == "POST":
            self.takes(r, **{"Input.Hospital": "campus", "Input.UserId": "employee_id", "Input.Password": "portal_password", "Input.Captcha": "captcha"})
            if not self.antiforgery(r, ".AspNetCore.Antiforgery.Portal") or r.get("_handler") != "login":
                t.counts["sign_in_refused"] += 1
                return Response(self.BAD, 400)
            right, t.captcha = t.captcha, ""
            if not r.get("Input.UserId"):
                errors["u"] = "帳號欄位是必要項。"
            if not r.get("Input.Password"):
                errors["p"] = "密碼欄位是必要項。"
            if r.get("Input.Hospital") not in ("T0", "T2", "T3", "T4", "T5", "Y0"):
                errors["h"] = "院區無效。"
            if not right or r.get("Input.Captcha").strip().upper() != right:
                errors["c"] = "圖形驗證碼輸入錯誤。"
            if not errors:
                if r.get("Input.UserId").strip() == t.person.employee_id and r.get("Input.Password") == t.portal_password:
                    mine = secrets.token_hex(20)
                    self.users[mine] = t.person.employee_id
                    t.sessions.add(f"portal:{mine}")
                    t.counts["sign_in"] += 1
                    return redirect("/", ("Set-Cookie", f".AspNetCore.Identity.Application={mine}; path=/; httponly; samesite=lax"), *cookies)
                top = "Error: 登入嘗試無效。"
            t.counts["sign_in_refused"] += 1
        chosen = "".join(f'<option value="{v}"{" selected" if v == "T0" else ""}>{n}</option>' for v, n in (("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("T4", "新竹醫院"), ("Y0", "雲林分院")))
        inner = f"""{self.status(top, "danger")}<h2>使用 PORTAL 帳號登入</h2><hr />
<div class="form-floating mb-3"><select id="Input.Hospital" name="Input.Hospital" class="form-select valid">{chosen}</select><label for="Input.Hospital">院區</label>{'<div class="validation-message">院區無效。</div>' if "h" in errors else ""}</div>
{self.floating("Input.UserId", "帳號", r.get("Input.UserId"), error=errors.get("u", ""), more='autocomplete="username"')}
{self.floating("Input.Password", "密碼", "", "password", errors.get("p", ""), 'autocomplete="current-password"')}
<div class="mb-2"><img src="Captcha/{secrets.token_hex(6)}.png" width="150" height="40" alt="圖形驗證碼" /> <a href="Account/Login">換一張</a></div>
{self.floating("Input.Captcha", "驗證碼", "", error=errors.get("c", ""), more='autocomplete="off" maxlength="6"', hint="不用區分大小寫")}
<div class="checkbox mb-3"><label class="form-label"><input type="checkbox" name="Input.RememberMe" value="True" class="darker-border-checkbox form-check-input valid" /> 記住我</label></div>
<button type="submit" class="w-100 btn btn-lg btn-primary">登入</button>"""
        return self.html("登入", f'<h1>台大醫院 PORTAL</h1><div class="row"><div class="col-md-4"><section>{self.form("login", "Account/Login", inner, af)}</section></div></div>', "", "Ntuh.Portal", *cookies)

    def password(self, r: Request, af: str, side: str) -> Response:
        t = self.truth
        top, errors = "", {}
        if r.method == "POST":
            self.takes(r, **{"Input.OldPassword": "old_password", "Input.NewPassword": "new_password", "Input.ConfirmPassword": "new_password_again"})
            old, new, again = (r.get(f"Input.{k}Password") for k in ("Old", "New", "Confirm"))
            if not self.antiforgery(r, ".AspNetCore.Antiforgery.Portal") or r.get("_handler") != "change-password":
                t.counts["password_refused"] += 1
                return Response(self.BAD, 400)
            if len(new) < 8 or not re.search("[a-zA-Z]", new) or not re.search("[0-9]", new):
                errors["n"] = "新密碼長度不可少於8個字元，且需包含英文及數字。"
            elif new != again:
                errors["c"] = "新密碼與確認密碼不相符。"
            elif old != t.portal_password:
                top = "Error: 密碼不正確。"
            elif new == old:
                top = "Error: 新密碼不可沿用目前密碼。"
            else:
                t.portal_password = new
                t.counts["password_changed"] += 1
                return redirect("/Account/Manage/ChangePassword", ("Set-Cookie", "Identity.StatusMessage=" + quote("您的密碼已更新。") + "; path=/; httponly; max-age=5"))
            t.counts["password_refused"] += 1
        said, clear = self.flash(r)
        inner = f"""{self.floating("Input.OldPassword", "請輸入舊密碼", "", "password", "", 'autocomplete="current-password"')}
{self.floating("Input.NewPassword", "請輸入新密碼", "", "password", errors.get("n", ""), 'autocomplete="new-password"', "1.密碼長度不可少於8個字元 2.密碼內容需包含英文及數字")}
{self.floating("Input.ConfirmPassword", "請再輸入新密碼", "", "password", errors.get("c", ""), 'autocomplete="new-password"')}
<button type="submit" class="w-100 btn btn-lg btn-primary">更新密碼</button>"""
        return self.html("更改密碼", f'<h3>更改密碼</h3>{self.status(said)}{self.status(top, "danger")}<div class="row"><div class="col-xl-6">{self.form("change-password", "Account/Manage/ChangePassword", inner, af)}</div></div><a href="">回功能選單</a>', side, "Ntuh.Portal", *clear)

    # ------------------------------------------------ inner
    def inner(self, r: Request) -> Response:
        t, p = self.truth, r.path
        if p.endswith((".css", ".js")):
            return Response("", kind="text/css")
        if p == "/signin-portal":
            mine = self.tickets.pop(r.query.get("ticket", ""), "")
            if f"portal:{mine}" not in t.sessions:
                return Response("<h1>401</h1>票證無效，請由 PORTAL 重新進入", 401)
            key = secrets.token_hex(16)
            self.hr[key] = mine
            return redirect("/Staff/" + r.query.get("app", ""), ("Set-Cookie", f"HR.Auth={key}; path=/; httponly"))
        mine = self.hr.get(r.cookies.get("HR.Auth", ""), "")
        if f"portal:{mine}" not in t.sessions:
            return redirect(self.urls["portal"] + "/")
        home = f'<nav aria-label="breadcrumb"><ol class="breadcrumb"><li class="breadcrumb-item"><a href="{self.urls["portal"]}/">PORTAL 功能選單</a></li><li class="breadcrumb-item active">員工資料</li></ol></nav>'
        if p != "/Staff/MyContact":
            return self.html("員工資料", home + "<p>查無資料</p>", "", "Ntuh.Staff")
        af, cookies = self.visitor(r, ".AspNetCore.Antiforgery.Staff")
        fields = {"SurnameEn": "english_surname", "GivenNameEn": "english_given", "MiddleNameEn": "english_middle", "OfficePhone": "office_phone", "HomePhone": "home_phone", "MobilePhone": "mobile_phone"}
        now = {n: t.saved_contact.get(k, getattr(t.person, k)) for n, k in fields.items()}
        error = ""
        if r.method == "POST":
            self.takes(r, **{"Model.MobilePhone": "mobile_phone"})
            if not self.antiforgery(r, ".AspNetCore.Antiforgery.Staff") or r.get("_handler") != "contact":
                return Response(self.BAD, 400)
            now = {n: r.get("Model." + n).strip() for n in fields}
            if not all(r.has("Model." + n) for n in fields):
                return Response(self.BAD, 400)
            if not re.fullmatch(r"09\d{8}", now["MobilePhone"]):
                error = "行動電話必須為 09 開頭之 10 碼數字。"
            else:
                t.saved_contact.update({k: now[n] for n, k in fields.items()})
                t.counts["contact_saved"] += 1
                return redirect("/Staff/MyContact?saved=true")
        good = self.status("✔ 連絡資料已更新") if r.query.get("saved") else ""
        q = t.person
        inner = f"""<button type="submit" class="btn btn-success mb-3"><i class="bi bi-save"></i> 異動儲存</button>
<dl class="row"><dt class="col-2">員工編號：</dt><dd class="col-4">{q.employee_id}</dd><dt class="col-2">姓名：</dt><dd class="col-4">{q.name}</dd></dl>
{self.floating("Model.SurnameEn", "英文姓：", now["SurnameEn"], hint="ex:Chen(陳)")}{self.floating("Model.GivenNameEn", "英文首名：", now["GivenNameEn"], hint="ex: Yi-Fen(怡芬)")}
{self.floating("Model.MiddleNameEn", "英文中名：", now["MiddleNameEn"], hint="ex:Mary 為英文別名，如無，可不填")}
{self.floating("Model.OfficePhone", "辦公室電話：", now["OfficePhone"], hint="ex:61234或23123456")}{self.floating("Model.HomePhone", "住宅電話：", now["HomePhone"], hint="ex:0223123456")}
{self.floating("Model.MobilePhone", "行動電話：", now["MobilePhone"], "tel", error, 'maxlength="10" inputmode="tel"', "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")}"""
        return self.html("維護個人連絡資料", f'{home}<h3>台大醫院---維護個人連絡資料</h3>{good}{self.form("contact", "Staff/MyContact", inner, af)}', "", "Ntuh.Staff", *cookies)

    # ------------------------------------------------ account
    def account(self, r: Request) -> Response:
        t, p = self.truth, r.path
        if p.endswith((".css", ".js")):
            return Response("", kind="text/css")
        af, cookies = self.visitor(r, ".AspNetCore.Antiforgery.Help")
        key = r.cookies.get("Help.Flow", "")
        s = self.flows.get(key)
        if r.method == "POST":
            self.takes(r, **{"Consent": "consent", "Input.Account": "employee_id", "Input.Code": "code", "Phone.Number": "registered_phone", "Input.MailName": "alias",
                             "Input.Password": "cloud_password", "Input.ConfirmPassword": "cloud_password_again"})
            if not self.antiforgery(r, ".AspNetCore.Antiforgery.Help"):
                return Response(self.BAD, 400)
        if p == "/":
            return self.front(r, af, cookies)
        if s is None:
            return redirect("/", *cookies)
        if p == "/Verify":
            return self.verify(r, af, key, s)
        if f"account:{key}" not in t.sessions:
            return redirect("/Verify")
        if p == "/Leave" and r.method == "POST":
            t.sessions.discard(f"account:{key}")
            t.counts["sign_out_account"] += 1
            del self.flows[key]
            return redirect("/", ("Set-Cookie", "Help.Flow=; path=/; max-age=0"))
        leave = self.form("leave", "Leave", '<button type="submit" class="btn btn-link">登出帳號服務</button>', af)
        errors, top = {}, ""
        alias = r.get("Input.MailName").strip()
        one, two = r.get("Input.Password"), r.get("Input.ConfirmPassword")
        if r.method == "POST":
            if len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search("[0-9]", one):
                errors["p"] = "密碼至少 8 個字元，並包含英文與數字。"
            elif one != two:
                errors["c"] = "確認密碼不相符。"
        boxes = self.floating("Input.Password", "雲端服務密碼", "", "password", errors.get("p", ""), 'autocomplete="new-password"') + \
            self.floating("Input.ConfirmPassword", "確認雲端服務密碼", "", "password", errors.get("c", ""), 'autocomplete="new-password"')
        if p == "/Reset":
            if not t.alias:
                return self.html("重置雲端服務密碼", self.status("從未啟用網路帳號，無法重置密碼。", "warning") + leave, "", "Ntuh.Help")
            if r.method == "POST" and not errors:
                t.cloud_password = one
                return self.html("重置雲端服務密碼", self.status("新的雲端服務密碼已生效。") + leave, "", "Ntuh.Help")
            return self.html("重置雲端服務密碼", "<h3>重置雲端服務密碼</h3>" + self.form("reset", "Reset", boxes + '<button type="submit" class="btn btn-primary">儲存新密碼</button>', af) + leave, "", "Ntuh.Help")
        if p != "/Setup":
            return Response("<h1>找不到網頁</h1>", 404)
        if r.query.get("done") and t.alias:
            return self.html("設定完成", self.status("🎉 啟用成功！") + f"<p>您的信箱為 <strong>{escape(t.alias)}@ntuh.gov.tw</strong>，服務於設定完成隔日生效。</p>{leave}", "", "Ntuh.Help")
        if r.method == "POST":
            if r.get("Command") == "cancel":
                return redirect("/")
            if t.alias:
                top = "Error: 此帳號已有雲端服務帳號，電子郵件別名不能修改。"
            elif not re.fullmatch(r"[a-zA-Z][a-zA-Z0-9._-]{1,63}", alias):
                errors["a"] = "名稱格式不正確：請以英文字母開頭，使用英數、點、底線或減號。"
            elif alias.lower() == "taken.name":
                errors["a"] = "這個名稱已被使用，請換一個。"
            elif not errors and r.get("Command") == "enable":
                t.alias, t.cloud_password = alias, one
                t.counts["activated"] += 1
                return redirect("/Setup?done=1")
        q = t.person
        facts = "".join(f'<div class="row"><div class="col-3">{a}</div><div class="col">{b}</div></div>' for a, b in (("網路帳號 / 主職員工編號", q.employee_id), ("帳號姓名", q.name), ("主職單位", q.unit), ("有效期限", q.valid_until)))
        if t.alias:
            lower = f'<div class="alert alert-info">雲端服務狀態：<span class="badge bg-success">已啟用</span><br />雲端服務帳號 (電子郵件名稱)：{escape(t.alias)}@ntuh.gov.tw</div>'
        else:
            lower = self.form("setup", "Setup", self.floating("Input.MailName", "雲端服務帳號 (電子郵件名稱)", alias, error=errors.get("a", ""), more='maxlength="64"', hint="@ntuh.gov.tw 名稱長度限64字元內") + boxes
                              + '<button type="submit" name="Command" value="cancel" class="btn btn-secondary" formnovalidate>取消啟用</button> <button type="submit" name="Command" value="enable" class="btn btn-primary">啟用雲端服務</button>', af)
        return self.html("設定密碼與郵件別名", f"<h3>設定密碼與郵件別名</h3>{self.status(top, 'danger')}{facts}{lower}{leave}", "", "Ntuh.Help")

    def front(self, r: Request, af: str, cookies: list) -> Response:
        top = ""
        if r.method == "POST":
            if r.get("Consent") != "True":
                top = "請先勾選「我已詳閱並同意規範」。"
            elif r.get("Flow") in ("enable", "reset"):
                key = secrets.token_hex(16)
                self.flows[key] = {"flow": r.get("Flow")}
                return redirect("/Verify", ("Set-Cookie", f"Help.Flow={key}; path=/; httponly"), *cookies)
        inner = """<div class="form-check"><label class="form-check-label"><input type="checkbox" class="form-check-input" name="Consent" value="True" id="consent" /> 我已詳閱並同意規範</label></div>
<div class="d-grid gap-2"><button type="submit" name="Flow" value="enable" class="btn btn-primary">啟用網路帳號及首次雲端帳號密碼設定</button><small>啟用本院微軟相關服務，如：Office365, Outlook...</small>
<button type="submit" name="Flow" value="reset" class="btn btn-outline-primary">重置雲端服務密碼</button><small>重設非Portal帳號的密碼：Email, 無線網路, KM, TMS, VPN密碼。從未使用請先啟用網路帳號</small>
<a class="btn btn-outline-secondary" href="#vpn">總院廠商VPN展延申請</a></div>"""
        return self.html("網路帳號服務", f"""<h1>網路帳號服務</h1><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>{self.status(top, "danger")}
<div class="accordion"><details class="accordion-item" open><summary class="accordion-header">《規範》</summary><ul><li>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul></details>
<details class="accordion-item"><summary class="accordion-header">《常見問題與服務》</summary><dl><dt>密碼修改後多久可以生效</dt><dd>即時生效。</dd><dt>忘記密碼</dt><dd>請親自取得簡訊後進行密碼設定。</dd></dl></details></div>
{self.form("entry", "/", inner, af)}""", "", "Ntuh.Help", *cookies)

    def verify(self, r: Request, af: str, key: str, s: dict) -> Response:
        t = self.truth
        title = "啟用網路帳號及首次雲端帳號密碼設定" if s["flow"] == "enable" else "重置雲端服務密碼"
        top, good, dialog, emp = "", "", "", s.get("emp", "")
        if r.method == "POST" and r.get("_handler") == "phone":
            if r.get("Command") == "cancel":
                return redirect("/Verify")
            if not s.get("emp") or r.get("Phone.Number").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                top = "手機門號與登記資料不同，無法發送動態碼。"
            else:
                s["code"], s["at"] = t.new_message(), time.monotonic()
                return redirect("/Verify?sent=1")
        elif r.method == "POST":
            emp = r.get("Input.Account").strip()
            if r.get("Input.Command") == "send":
                if emp != t.person.employee_id:
                    top = "查不到這個網路帳號，請確認員工編號。"
                else:
                    s["emp"] = emp
                    dialog = f"""<dialog open class="modal-content" aria-label="發送簡訊"><h5>身分確認</h5>{self.form("phone", "Verify", '''<label class="form-label">請輸入帳號登記的手機門號(10碼)
<input type="tel" name="Phone.Number" class="form-control" maxlength="10" pattern="09[0-9]{8}" /></label><div><button type="submit" name="Command" value="send" class="btn btn-primary">確定發送</button> <button type="submit" name="Command" value="cancel" formnovalidate class="btn btn-secondary">取消</button></div>''', af)}</dialog>"""
            else:
                fine = bool(s.get("code")) and emp == s.get("emp") and r.get("Input.Code").strip() == s["code"]
                if fine and time.monotonic() - s["at"] < 120:
                    del s["code"]
                    t.sessions.add(f"account:{key}")
                    t.counts["code_accepted"] += 1
                    return redirect("/Setup" if s["flow"] == "enable" else "/Reset")
                t.counts["code_refused"] += 1
                top = "動態碼已過有效時間，請重新發送。" if fine else "您輸入的動態碼無效。"
        elif r.query.get("sent"):
            good = "動態碼簡訊發送成功：已送至註冊門號，請將簡訊動態碼輸入後，按「下一步」"
        inner = f"""{self.floating("Input.Account", "網路帳號 / 主職員工編號", emp, more='maxlength="6" inputmode="numeric"')}<button type="submit" name="Input.Command" value="send" class="btn btn-outline-primary mb-3">發送簡訊動態碼</button>
{self.floating("Input.Code", "簡訊(或MOTP)動態碼", "", more='maxlength="6" autocomplete="one-time-code" inputmode="numeric"')}<button type="submit" name="Input.Command" value="next" class="btn btn-primary">下一步</button>"""
        return self.html(title, f"""<h2>進行身分驗證</h2><div class="alert alert-light"><b>注意事項</b><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>簡訊動態碼2分鐘內有效。</li></ul></div>
<h4>{title}</h4>{self.status(top, "danger")}{self.status(good)}{dialog}{self.form("verify", "Verify", inner, af)}""", "", "Ntuh.Help")

    # ------------------------------------------------ mail
    def mail(self, r: Request) -> Response:
        t, p = self.truth, r.path
        if p.endswith((".css", ".js")):
            return Response("", kind="text/css")
        af, cookies = self.visitor(r, ".AspNetCore.Antiforgery.Mail")
        mine = r.cookies.get("Mail.Auth", "")
        if r.method == "POST":
            self.takes(r, **{"Model.Account": "mail_account", "Model.Secret": "mail_password", "Model.Check": "captcha"})
            if not self.antiforgery(r, ".AspNetCore.Antiforgery.Mail"):
                return Response(self.BAD, 400)
        if f"mail:{mine}" in t.sessions:
            if p == "/signout" and r.method == "POST":
                t.sessions.discard(f"mail:{mine}")
                t.counts["sign_out_mail"] += 1
                return redirect("/signin", ("Set-Cookie", "Mail.Auth=; path=/; max-age=0"))
            return self.html("收件匣", f"""<h3>收件匣</h3><p>{escape(t.alias)}@ntuh.gov.tw</p><table class="table"><thead><tr><th>寄件者</th><th>主旨</th></tr></thead><tbody><tr><td>資訊室</td><td>歡迎使用</td></tr></tbody></table>
{self.form("signout", "signout", '<button type="submit" class="btn btn-outline-dark">登出信箱</button>', af)}""", "", "Ntuh.Mail")
        if p == "/check.png":
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 4), "PNG"), kind="image/png")
        if p != "/signin":
            return redirect("/signin", *cookies)
        top = ""
        if r.method == "POST":
            right, t.captcha = t.captcha, ""
            if not right or r.get("Model.Check").strip() != right:
                top = "圖形驗證碼不正確，已為您更換一張。"
            elif not t.alias or r.get("Model.Account").strip().removesuffix("@ntuh.gov.tw") != t.alias or r.get("Model.Secret") != t.cloud_password:
                top = "電子郵件帳號或密碼不正確。"
            else:
                mine = secrets.token_hex(16)
                t.sessions.add(f"mail:{mine}")
                t.counts["mail_sign_in"] += 1
                return redirect("/inbox", ("Set-Cookie", f"Mail.Auth={mine}; path=/; httponly"), *cookies)
        image = "data:image/png;base64," + base64.b64encode(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 4), "PNG")).decode()
        inner = f"""{self.floating("Model.Account", "帳號:", r.get("Model.Account"))}{self.floating("Model.Secret", "密碼:", "", "password")}<img alt="驗證碼圖片" src="{image}" />
{self.floating("Model.Check", "驗證碼(小寫字母或數字):", "", more='autocomplete="off" maxlength="4"')}<label><input type="checkbox" name="Model.Remember" value="True" /> 記住登入資訊 (公用電腦請勿勾選)</label>
<button type="submit" class="btn btn-primary">登入信箱</button>"""
        return self.html("電子信箱", f"""<h2>電子信箱</h2>{self.status(top, "danger")}{self.form("signin", "signin", inner, af)}<div class="card"><h5>公佈欄</h5>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<br />※如無法登入，請先變更密碼：<a href="{self.urls['account']}/">帳號服務</a></div>""", "", "Ntuh.Mail", *cookies)

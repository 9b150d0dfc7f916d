from __future__ import annotations

import base64
import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture

CAMPUSES = (("HQ", "總院區"), ("BH", "北護分院"), ("JS", "金山分院"), ("HC", "新竹臺大分院"), ("YL", "雲林分院"))
CONTACT = (
    ("englishSurname", "english_surname", "英文姓", "ex:Chen(陳)"), ("englishGivenName", "english_given", "英文首名", "ex: Yi-Fen(怡芬) (說明)"),
    ("englishMiddleName", "english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填"), ("officePhone", "office_phone", "辦公室電話", "ex:61234或23123456"),
    ("homePhone", "home_phone", "住宅電話", "ex:0223123456"), ("mobilePhone", "mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"),
)


def see_other(to: str) -> Response:
    return Response("", 303, headers=[("Location", to)])


class TheSite(Site):
    title = "angular_universal_ssr_2021"

    def __init__(self) -> None:
        super().__init__()
        self.store: dict[str, dict] = {}
        self.handover: dict[str, str] = {}
        self.inputs = 0

    # -------------------------------------------------- server.ts
    def serve(self, rq: Request, routes) -> Response:
        cookie = f"{rq.host}.sid"
        sid = rq.cookies.get(cookie, "")
        fresh = sid not in self.store
        if fresh:
            sid = secrets.token_urlsafe(24)
            self.store[sid] = {"id": sid, "csrf": secrets.token_urlsafe(18)}
        self.inputs = 0
        session = self.store[sid]
        answer = routes(rq, session)
        if session.pop("renew", False):
            self.store.pop(sid, None)
            session["id"] = sid = secrets.token_urlsafe(24)
            session["csrf"] = secrets.token_urlsafe(18)
            self.store[sid] = session
            fresh = True
        if fresh:
            answer.headers.append(("Set-Cookie", f"{cookie}={sid}; Path=/; HttpOnly; SameSite=Lax"))
        return answer

    def forged(self, rq: Request, session: dict) -> bool:
        return rq.get("_csrf") != session["csrf"]

    def app(self, session: dict, route: str, title: str, view: str, tools: str = "", status: int = 200) -> Response:
        snack = session.pop("snack", "")
        bar = ""
        if snack:
            bar = f"""<div class="cdk-overlay-container"><snack-bar-container class="mat-snack-bar-container ng-tns-c38-3" role="alert"><div aria-live="polite"><simple-snack-bar class="mat-simple-snackbar ng-star-inserted"><span class="mat-simple-snack-bar-content">{escape(snack)}</span></simple-snack-bar></div></snack-bar-container></div>"""
        return Response(f"""<!DOCTYPE html><html lang="zh-Hant-TW"><head>
  <meta charset="utf-8">
  <title>{title}</title>
  <base href="/">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="icon" type="image/x-icon" href="favicon.ico">
  <link href="https://fonts.googleapis.com/icon?family=Material+Icons" rel="stylesheet">
<style ng-transition="serverApp">.mat-form-field[_ngcontent-sc71]{{width:100%}} mat-error{{color:#f44336}} .full[_ngcontent-sc71]{{max-width:480px;margin:24px auto}}</style></head>
<body class="mat-typography">
  <app-root _nghost-sc70="" ng-version="12.2.13"><mat-toolbar _ngcontent-sc70="" color="primary" class="mat-toolbar mat-primary mat-toolbar-single-row"><span _ngcontent-sc70="">{title}</span><span _ngcontent-sc70="" class="spacer"></span>{tools}<!----></mat-toolbar>
<noscript>您的瀏覽器已停用 JavaScript，仍可使用本網站基本功能。</noscript>
<router-outlet _ngcontent-sc70=""></router-outlet>
<{route} _nghost-sc71="" class="ng-star-inserted">{view}</{route}><!----></app-root>
{bar}
<script id="serverApp-state" type="application/json">{{&q;route&q;:&q;{route}&q;,&q;ts&q;:{int(time.time())}}}</script></body></html>""", status)

    def control(self, name: str, label: str, kind: str = "text", value: str = "", hint: str = "", error: str = "", extra: str = "", suffix: str = "") -> str:
        n = self.inputs
        self.inputs += 1
        wrong = f'<mat-error class="mat-error ng-star-inserted" role="alert" id="mat-error-{n}">{error}</mat-error>' if error else ""
        below = wrong or (f'<mat-hint class="mat-hint" id="mat-hint-{n}">{hint}</mat-hint>' if hint else "")
        return f"""<mat-form-field _ngcontent-sc71="" appearance="outline" class="mat-form-field mat-form-field-appearance-outline{' mat-form-field-invalid' if error else ''}"><div class="mat-form-field-wrapper"><div class="mat-form-field-flex"><div class="mat-form-field-infix"><input _ngcontent-sc71="" matinput="" type="{kind}" name="{name}" formcontrolname="{name}" id="mat-input-{n}" value="{escape(value)}" class="mat-input-element mat-form-field-autofill-control ng-untouched ng-pristine" aria-required="true"{extra}><span class="mat-form-field-label-wrapper"><label class="mat-form-field-label" id="mat-form-field-label-{2 * n + 1}" for="mat-input-{n}"><mat-label _ngcontent-sc71="" class="ng-star-inserted">{label}</mat-label><!----><span aria-hidden="true" class="mat-placeholder-required mat-form-field-required-marker"> *</span></label></span></div>{suffix}</div><div class="mat-form-field-subscript-wrapper">{below}</div></div></mat-form-field>
"""

    def form(self, session: dict, action: str, inside: str, more: str = "") -> str:
        return f'<form _ngcontent-sc71="" novalidate="" method="post" action="{action}" class="ng-untouched ng-pristine ng-invalid"{more}><input type="hidden" name="_csrf" value="{session["csrf"]}">\n{inside}</form>'

    def button(self, text: str, extra: str = "", colour: str = "primary", icon: str = "") -> str:
        mark = f'<mat-icon role="img" class="mat-icon notranslate material-icons" aria-hidden="true">{icon}</mat-icon> ' if icon else ""
        return f'<button _ngcontent-sc71="" mat-raised-button="" type="submit" color="{colour}" class="mat-focus-indicator mat-raised-button mat-button-base mat-{colour}"{extra}><span class="mat-button-wrapper">{mark}{text}</span><span matripple="" class="mat-ripple mat-button-ripple"></span></button>'

    def card(self, head: str, inside: str, sub: str = "") -> str:
        return f'<mat-card _ngcontent-sc71="" class="mat-card full"><mat-card-title class="mat-card-title">{head}</mat-card-title><mat-card-subtitle class="mat-card-subtitle">{sub}</mat-card-subtitle><mat-card-content class="mat-card-content">{inside}</mat-card-content></mat-card>'

    def alert(self, text: str) -> str:
        return f'<div _ngcontent-sc71="" role="alert" class="alert alert-danger ng-star-inserted">{text}</div>' if text else "<!---->"

    def eye(self) -> str:
        return '<div class="mat-form-field-suffix"><button type="button" mat-icon-button="" aria-label="顯示密碼" class="mat-icon-button"><mat-icon class="material-icons">visibility_off</mat-icon></button></div>'

    def new_code(self, session: dict, small: bool) -> bytes:
        session["challenge"] = self.truth.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5) if small else self.truth.new_captcha()
        return picture(session["challenge"], "PNG")

    def code_right(self, session: dict, typed: str, small: bool) -> bool:
        mine, newest = session.pop("challenge", None), self.truth.captcha
        self.truth.captcha = ""
        typed = typed.strip() if small else typed.strip().upper()
        return mine is not None and mine == newest == typed

    # -------------------------------------------------- portal
    def portal(self, rq: Request) -> Response:
        return self.serve(rq, self.portal_routes)

    def portal_routes(self, rq: Request, s: dict) -> Response:
        inside = "user" in s
        if rq.path == "/":
            return see_other("/dashboard" if inside else "/login")
        if rq.path == "/login":
            if rq.method == "POST":
                return self.portal_login(rq, s)
            return self.login_view(s)
        if not inside:
            return see_other("/login")
        if rq.path == "/logout" and rq.method == "POST":
            self.takes(rq)
            if self.forged(rq, s):
                return self.app(s, "app-error", "錯誤", "<p>無效的請求</p>", status=403)
            self.truth.sessions.discard("portal:" + s.pop("user"))
            self.truth.counts["sign_out_portal"] += 1
            s["snack"] = "您已登出系統"
            return see_other("/login")
        if rq.path == "/dashboard":
            links = (("vpn_key", "更改密碼", "/open/password"), ("draw", "個人簽章提醒設定", "/open/sign"), ("receipt", "薪資所得免稅額申報表", "/open/tax"), ("search", "查詢員工連絡資料", "/open/find"), ("contact_phone", "維護個人連絡資料", "/open/contact"), ("devices", "使用網路之設備登錄系統", "/open/device"))
            rows = "".join(f'<a _ngcontent-sc71="" mat-list-item="" class="mat-list-item mat-focus-indicator" href="{u}"><div class="mat-list-item-content"><mat-icon class="mat-icon material-icons mat-list-icon" aria-hidden="true">{i}</mat-icon><div class="mat-list-text">{t}</div></div></a>\n' for i, t, u in links)
            out = f'<form method="post" action="/logout"><input type="hidden" name="_csrf" value="{s["csrf"]}"><button type="submit" mat-button="" class="mat-button"><span class="mat-button-wrapper"><mat-icon class="material-icons" aria-hidden="true">logout</mat-icon>登出</span></button></form>'
            view = f'<p>{escape(self.truth.person.name)}，您好!</p><mat-nav-list role="navigation" class="mat-nav-list"><h3 matsubheader="" class="mat-subheader">個人管理</h3>{rows}</mat-nav-list>' + self.card("全院公告 <span class='mat-badge-content'>2</span>", "<p>請全院同仁填報「薪資所得免稅額申報表」</p>")
            return self.app(s, "app-dashboard", "醫療資訊系統", view, out)
        if rq.path in ("/open/password", "/open/contact"):
            token = secrets.token_urlsafe(16)
            self.handover[token] = s["user"]
            return see_other(f"{self.urls['inner']}/sso/callback?token={token}&next={rq.path.rsplit('/', 1)[1]}")
        if rq.path.startswith("/open/"):
            s["snack"] = "您沒有此功能的權限"
            return see_other("/dashboard")
        return self.app(s, "app-not-found", "404", "<h2>找不到頁面</h2>", status=404)

    def login_view(self, s: dict, top: str = "", errors: dict[str, str] = {}, user: str = "") -> Response:
        data = base64.b64encode(self.new_code(s, False)).decode()
        radios = "".join(f'<mat-radio-button class="mat-radio-button mat-accent{" mat-radio-checked" if v == "HQ" else ""}" id="mat-radio-{i}"><label class="mat-radio-label" for="mat-radio-{i}-input"><input type="radio" class="mat-radio-input" id="mat-radio-{i}-input" name="campus" value="{v}"{" checked" if v == "HQ" else ""}><span class="mat-radio-label-content">{t}</span></label></mat-radio-button>' for i, (v, t) in enumerate(CAMPUSES, 2))
        fields = f'<mat-radio-group role="radiogroup" aria-label="院區"><span>院區</span>{radios}</mat-radio-group>'
        fields += self.control("account", "帳號", value=user, error=errors.get("account", ""), extra=' autocomplete="username" maxlength="10"')
        fields += self.control("password", "密碼", "password", error=errors.get("password", ""), extra=' autocomplete="current-password"', suffix=self.eye())
        fields += f'<img _ngcontent-sc71="" alt="驗證碼圖片" class="captcha" src="data:image/png;base64,{data}"> <a mat-icon-button="" href="/login" aria-label="重新整理"><mat-icon class="material-icons">refresh</mat-icon></a>'
        fields += self.control("captcha", "驗證碼", hint="不用區分大小寫", error=errors.get("captcha", ""), extra=' maxlength="6" autocomplete="off"')
        return self.app(s, "app-login", "醫療資訊系統", self.card("登入 PORTAL", self.alert(top) + self.form(s, "/login", fields + self.button("登入", icon="login"), ' id="loginForm"'), "健康守護, 醫界典範"))

    def portal_login(self, rq: Request, s: dict) -> Response:
        self.takes(rq, campus="campus", account="employee_id", password="portal_password", captcha="captcha")
        if self.forged(rq, s):
            return self.login_view(s, "頁面已過期，請重新登入")
        errors, top = {}, ""
        if not self.code_right(s, rq.get("captcha"), False):
            errors["captcha"] = "驗證碼有誤"
        elif rq.get("campus") not in dict(CAMPUSES):
            top = "請選擇院區"
        elif rq.get("account").strip() != self.truth.person.employee_id or rq.get("password") != self.truth.portal_password:
            top = "登入資訊不正確，請確認帳號與密碼後再試一次"
        if errors or top:
            self.truth.counts["sign_in_refused"] += 1
            return self.login_view(s, top, errors, rq.get("account"))
        s.update(user=secrets.token_hex(8), renew=True, snack="登入成功")
        self.truth.sessions.add("portal:" + s["user"])
        self.truth.counts["sign_in"] += 1
        return see_other("/dashboard")

    # -------------------------------------------------- inner
    def inner(self, rq: Request) -> Response:
        return self.serve(rq, self.inner_routes)

    def inner_routes(self, rq: Request, s: dict) -> Response:
        home = self.urls["portal"] + "/dashboard"
        if rq.path == "/sso/callback":
            owner = self.handover.pop(rq.query.get("token", ""), "")
            if "portal:" + owner in self.truth.sessions:
                s["owner"] = owner
                return see_other("/me/" + ("password" if rq.query.get("next") == "password" else "contact"))
        if "portal:" + s.get("owner", "") not in self.truth.sessions:
            return self.app(s, "app-denied", "人事服務", f'<p>尚未登入或登入已逾時。</p><a href="{home}">前往登入</a>', status=401)
        tools = f'<a mat-button="" href="{home}"><span class="mat-button-wrapper">回功能選單</span></a>'
        if rq.path == "/me/password":
            errors: dict[str, str] = {}
            if rq.method == "POST":
                self.takes(rq, oldPassword="old_password", newPassword="new_password", confirmPassword="new_password_again")
                new = rq.get("newPassword")
                if self.forged(rq, s):
                    errors["oldPassword"] = "頁面已過期，請重新輸入"
                elif rq.get("oldPassword") != self.truth.portal_password:
                    errors["oldPassword"] = "舊密碼錯誤"
                if len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                    errors["newPassword"] = "新密碼不符合設定條件"
                elif new == self.truth.portal_password:
                    errors["newPassword"] = "新密碼不可與舊密碼相同"
                if new != rq.get("confirmPassword"):
                    errors["confirmPassword"] = "兩次輸入的新密碼不同"
                if not errors:
                    self.truth.portal_password = new
                    self.truth.counts["password_changed"] += 1
                    return see_other("/me/password/done")
                self.truth.counts["password_refused"] += 1
            fields = "".join(self.control(n, t, "password", error=errors.get(n, ""), extra=f' autocomplete="{a}"', suffix=self.eye()) for n, t, a in (("oldPassword", "請輸入舊密碼", "current-password"), ("newPassword", "請輸入新密碼", "new-password"), ("confirmPassword", "請再輸入新密碼", "new-password")))
            fields += '<p>密碼強度檢核：</p><mat-progress-bar role="progressbar" aria-valuenow="0" class="mat-progress-bar"></mat-progress-bar><ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol>'
            return self.app(s, "app-change-password", "人事服務", self.card("更改密碼", self.form(s, "/me/password", fields + self.button("確定變更"))), tools, 422 if errors else 200)
        if rq.path == "/me/password/done":
            return self.app(s, "app-done", "人事服務", self.card("密碼更新成功", f'<mat-icon class="material-icons">check_circle</mat-icon><p>請於下次登入時使用新密碼。</p><a mat-stroked-button="" href="{home}">回功能選單</a>'), tools)
        if rq.path == "/me/contact":
            values = {n: self.truth.saved_contact.get(k, getattr(self.truth.person, k)) for n, k, _, _ in CONTACT}
            errors = {}
            if rq.method == "POST":
                self.takes(rq, mobilePhone="mobile_phone")
                if self.forged(rq, s) or any(not rq.has(n) for n in values):
                    return self.app(s, "app-error", "人事服務", "<p>無效的請求，資料未儲存</p>", tools, 403)
                values = {n: rq.get(n).strip() for n in values}
                errors = {n: "最多 40 個字元" for n, v in values.items() if len(v) > 40}
                if not re.fullmatch(r"09\d{8}", values["mobilePhone"]):
                    errors["mobilePhone"] = "行動電話格式錯誤"
                if not errors:
                    self.truth.saved_contact.update({k: values[n] for n, k, _, _ in CONTACT})
                    self.truth.counts["contact_saved"] += 1
                    s["snack"] = "連絡資料儲存成功"
                    return see_other("/me/contact")
            p = self.truth.person
            fields = f'<dl><dt>員工編號：</dt><dd>{p.employee_id}</dd><dt>姓名：</dt><dd>{escape(p.name)}</dd></dl>'
            fields += "".join(self.control(n, t, "tel" if n.endswith("Phone") else "text", values[n], hint, errors.get(n, "")) for n, _, t, hint in CONTACT)
            return self.app(s, "app-contact", "人事服務", self.card("台大醫院---維護個人連絡資料", self.form(s, "/me/contact", fields + self.button("異動儲存", icon="save"))), tools, 422 if errors else 200)
        return self.app(s, "app-not-found", "人事服務", "<h2>找不到頁面</h2>", tools, 404)

    # -------------------------------------------------- account
    def account(self, rq: Request) -> Response:
        return self.serve(rq, self.account_routes)

    def account_routes(self, rq: Request, s: dict) -> Response:
        site = "網路帳號服務"
        if rq.path == "/":
            rules = "<ul><li>網路帳號為院內眾多服務之通用帳號與密碼，不可借用。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul>"
            faq = "".join(f'<mat-expansion-panel class="mat-expansion-panel"><mat-expansion-panel-header role="button" class="mat-expansion-panel-header"><mat-panel-title>{q}</mat-panel-title></mat-expansion-panel-header><div class="mat-expansion-panel-body">{a}</div></mat-expansion-panel>' for q, a in (("密碼修改後多久可以生效", "即時生效。"), ("忘記密碼", "請以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。")))
            entry = f"""<form _ngcontent-sc71="" method="get" action="/verify"><mat-checkbox class="mat-checkbox mat-accent" id="mat-checkbox-1"><label class="mat-checkbox-layout" for="mat-checkbox-1-input"><input type="checkbox" class="mat-checkbox-input" id="mat-checkbox-1-input" name="agree" value="true" required><span class="mat-checkbox-label">我已詳閱並同意上述規範</span></label></mat-checkbox>
<p>{self.button("啟用網路帳號及首次雲端帳號密碼設定", ' name="purpose" value="activate"')}<br>啟用本院微軟相關服務，如：Office365, Outlook...</p>
<p>{self.button("重置雲端服務密碼", ' name="purpose" value="reset"', "accent")}<br>重設非Portal帳號的密碼：Email, 無線網路, KM, TMS</p></form><a mat-button="" href="/vpn">總院廠商VPN展延申請</a>"""
            return self.app(s, "app-home", site, self.card("《規範》", rules) + self.card("《常見問題與服務》", f'<mat-accordion class="mat-accordion">{faq}</mat-accordion>') + self.card("服務項目", entry))
        if rq.path == "/verify":
            if rq.query.get("purpose") in ("activate", "reset"):
                self.takes(rq, agree="consent")
                if rq.query.get("agree") != "true":
                    s["snack"] = "請先勾選同意規範"
                    return see_other("/")
                s["purpose"] = rq.query["purpose"]
                return see_other("/verify")
            return self.verify_view(s) if "purpose" in s else see_other("/")
        if rq.path.startswith("/verify/") and "purpose" in s:
            return self.verify_steps(rq, s)
        if "account:" + s.get("proof", "") not in self.truth.sessions:
            return see_other("/") if rq.path in ("/cloud", "/cloud/password", "/leave") else self.app(s, "app-not-found", site, "<h2>找不到頁面</h2>", status=404)
        leave = f'<form method="post" action="/leave"><input type="hidden" name="_csrf" value="{s["csrf"]}"><button type="submit" mat-button=""><span class="mat-button-wrapper">結束並離開</span></button></form>'
        if rq.method == "POST":
            self.takes(rq, mailName="alias", cloudPassword="cloud_password", cloudPasswordConfirm="cloud_password_again")
            if self.forged(rq, s):
                return self.app(s, "app-error", site, "<p>無效的請求</p>", leave, 403)
        if rq.path == "/leave" and rq.method == "POST":
            self.truth.sessions.discard("account:" + s.pop("proof"))
            self.truth.counts["sign_out_account"] += 1
            s.pop("purpose", None)
            s["snack"] = "已結束本次作業"
            return see_other("/")
        p = self.truth.person
        facts = "".join(f"<dt>{t}</dt><dd>{escape(v)}</dd>" for t, v in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        if rq.path == "/cloud" and s["purpose"] == "activate":
            errors: dict[str, str] = {}
            name = rq.get("mailName").strip().lower()
            if rq.method == "POST":
                if self.truth.alias:
                    s["snack"] = "此帳號已啟用，不能重複設定"
                    return see_other("/cloud")
                if not re.fullmatch(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])", name):
                    errors["mailName"] = "名稱格式不正確"
                elif name == "taken.name":
                    errors["mailName"] = "這個名稱已經有人使用"
                errors.update(self.pair_errors(rq))
                if not errors:
                    self.truth.alias, self.truth.cloud_password = name, rq.get("cloudPassword")
                    self.truth.counts["activated"] += 1
                    return see_other("/cloud/welcome")
            if self.truth.alias:
                view = f'<dl>{facts}<dt>雲端服務帳號 (電子郵件名稱)</dt><dd>{escape(self.truth.alias)}@ntuh.gov.tw</dd></dl><mat-chip class="mat-chip">已開通</mat-chip><p>雲端服務使用中，電子郵件別名不能修改。</p>'
            else:
                view = f"<p>1. 雲端服務帳號為跨體系使用。2. 服務於設定完成隔日生效。</p><dl>{facts}</dl>" + self.form(s, "/cloud", self.control("mailName", "雲端服務帳號 (電子郵件名稱)", value=name, hint="名稱長度限64字元內", error=errors.get("mailName", ""), extra=' maxlength="64"', suffix='<div class="mat-form-field-suffix">@ntuh.gov.tw</div>')
                        + self.pair(errors) + self.button("取消啟用", ' formaction="/leave" formnovalidate', "warn") + " " + self.button("啟用雲端服務", icon="cloud_done") + "<p>服務於設定完成隔日生效</p>")
            return self.app(s, "app-cloud", site, self.card("設定密碼與郵件別名", view), leave, 422 if errors else 200)
        if rq.path == "/cloud/welcome" and self.truth.alias:
            return self.app(s, "app-welcome", site, self.card("設定成功", f"<p>雲端服務 {escape(self.truth.alias)}@ntuh.gov.tw 已為您開通，隔日生效。</p>"), leave)
        if rq.path == "/cloud/password" and s["purpose"] == "reset":
            errors = {}
            if rq.method == "POST":
                errors = self.pair_errors(rq) if self.truth.alias else {"cloudPassword": "帳號尚未啟用雲端服務"}
                if not errors:
                    self.truth.cloud_password = rq.get("cloudPassword")
                    return self.app(s, "app-reset-done", site, self.card("重置成功", "<p>新的雲端服務密碼即時生效。</p>"), leave)
            return self.app(s, "app-reset", site, self.card("重置雲端服務密碼", self.form(s, "/cloud/password", self.pair(errors) + self.button("送出"))), leave)
        return self.app(s, "app-not-found", site, "<h2>找不到頁面</h2>", leave, 404)

    def pair(self, errors: dict[str, str]) -> str:
        return self.control("cloudPassword", "雲端服務密碼", "password", hint="8 碼以上，含英文與數字", error=errors.get("cloudPassword", ""), extra=' autocomplete="new-password"') + self.control("cloudPasswordConfirm", "再次輸入雲端服務密碼", "password", error=errors.get("cloudPasswordConfirm", ""), extra=' autocomplete="new-password"')

    def pair_errors(self, rq: Request) -> dict[str, str]:
        new, found = rq.get("cloudPassword"), {}
        if not 8 <= len(new) <= 64 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
            found["cloudPassword"] = "密碼強度不足：至少 8 碼並含英文與數字"
        elif new == self.truth.portal_password:
            found["cloudPassword"] = "不可與 Portal 密碼相同"
        if new != rq.get("cloudPasswordConfirm"):
            found["cloudPasswordConfirm"] = "兩次輸入不同"
        return found

    def verify_view(self, s: dict, errors: dict[str, str] = {}) -> Response:
        head = "重置雲端服務密碼" if s["purpose"] == "reset" else "啟用網路帳號及首次雲端帳號密碼設定"
        fields = self.control("employeeId", "網路帳號 / 主職員工編號", value=s.get("emp", ""), error=errors.get("employeeId", ""), extra=' maxlength="6" inputmode="numeric"') + self.button("發送簡訊動態碼", ' formaction="/verify/phone"', "accent", "sms")
        fields += self.control("otp", "簡訊(或MOTP)動態碼", error=errors.get("otp", ""), extra=' autocomplete="one-time-code" inputmode="numeric"') + self.button("下一步")
        notes = "<ol><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li><li>如未申請MOTP服務請洽資訊服務台辦理(261120)。</li></ol>"
        return self.app(s, "app-verify", "網路帳號服務", self.card("注意事項", notes) + self.card(head, self.form(s, "/verify/check", fields), "進行身分驗證"), '<a mat-button="" href="/">首頁</a>')

    def phone_view(self, s: dict, error: str = "") -> Response:
        inside = self.control("phone", "請輸入帳號登記的手機門號(10碼)", "tel", error=error, extra=' maxlength="10"') + self.button("確定發送") + ' <a mat-button="" href="/verify">取消</a>'
        return self.app(s, "app-phone", "網路帳號服務", f'<div role="dialog" class="mat-dialog-container">{self.form(s, "/verify/send", inside)}</div>')

    def verify_steps(self, rq: Request, s: dict) -> Response:
        if rq.method != "POST":
            return see_other("/verify")
        self.takes(rq, employeeId="employee_id", otp="code", phone="registered_phone")
        if self.forged(rq, s):
            s["snack"] = "頁面已過期，請重新操作"
            return see_other("/verify")
        if rq.path == "/verify/phone":
            s["emp"] = rq.get("employeeId").strip()
            return self.phone_view(s) if re.fullmatch(r"\d{6}", s["emp"]) else self.verify_view(s, {"employeeId": "請輸入 6 位數字"})
        if rq.path == "/verify/send":
            known = self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone)
            if s.get("emp") != self.truth.person.employee_id or rq.get("phone").strip() != known:
                return self.phone_view(s, "門號與帳號登記的資料不相符")
            s["sent"] = (self.truth.new_message(), time.time(), s["emp"])
            s["snack"] = "動態碼簡訊發送成功：成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"
            return see_other("/verify")
        code, at, emp = s.get("sent", ("", 0.0, ""))
        if not code or rq.get("employeeId").strip() != emp:
            error = "請先發送簡訊動態碼"
        elif time.time() - at > 120:
            error = "動態碼已逾有效時間，請重新發送"
        elif rq.get("otp").strip() != code:
            error = "動態碼不正確"
        else:
            del s["sent"]
            s["proof"] = secrets.token_hex(8)
            self.truth.sessions.add("account:" + s["proof"])
            self.truth.counts["code_accepted"] += 1
            return see_other("/cloud" if s["purpose"] == "activate" else "/cloud/password")
        self.truth.counts["code_refused"] += 1
        return self.verify_view(s, {"otp": error})

    # -------------------------------------------------- mail
    def mail(self, rq: Request) -> Response:
        return self.serve(rq, self.mail_routes)

    def mail_routes(self, rq: Request, s: dict) -> Response:
        if rq.path == "/captcha.png":
            return Response(self.new_code(s, True), kind="image/png", headers=[("Cache-Control", "no-store")])
        if rq.path == "/":
            return see_other("/inbox" if "box" in s else "/signin")
        if rq.path == "/inbox" and "box" in s:
            out = f'<form method="post" action="/signout"><input type="hidden" name="_csrf" value="{s["csrf"]}"><button type="submit" mat-button=""><span class="mat-button-wrapper">登出</span></button></form>'
            return self.app(s, "app-inbox", "電子郵件", f"<h2>收件匣</h2><p>{escape(self.truth.alias)}@ntuh.gov.tw</p><table mat-table=\"\" class=\"mat-table\"><tr><th>寄件者</th><th>主旨</th></tr><tr><td>資訊室</td><td>歡迎</td></tr></table>", out)
        error = ""
        if rq.method == "POST":
            self.takes(rq, mailbox="mail_account", secret="mail_password", captcha="captcha")
            if self.forged(rq, s):
                error = "頁面已過期，請重新登入"
            elif rq.path == "/signout" and "box" in s:
                self.truth.sessions.discard("mail:" + s.pop("box"))
                self.truth.counts["sign_out_mail"] += 1
                return see_other("/signin")
            elif not self.code_right(s, rq.get("captcha"), True):
                error = "驗證碼不符"
            elif not self.truth.alias or rq.get("mailbox").strip().lower().split("@")[0] != self.truth.alias or rq.get("secret") != self.truth.cloud_password:
                error = "帳號或密碼不符"
            else:
                s.update(box=secrets.token_hex(8), renew=True)
                self.truth.sessions.add("mail:" + s["box"])
                self.truth.counts["mail_sign_in"] += 1
                return see_other("/inbox")
        fields = self.control("mailbox", "帳號:", value=rq.get("mailbox")) + self.control("secret", "密碼:", "password", suffix=self.eye()) + f'<img alt="驗證碼" src="/captcha.png?v={secrets.token_hex(4)}">' + self.control("captcha", "驗證碼(小寫字母或數字):", extra=' autocomplete="off"')
        fields += '<mat-checkbox class="mat-checkbox" id="mat-checkbox-1"><label class="mat-checkbox-layout" for="mat-checkbox-1-input"><input type="checkbox" class="mat-checkbox-input" id="mat-checkbox-1-input" name="remember" value="1"><span class="mat-checkbox-label">記住登入資訊 (公用電腦請勿勾選)</span></label></mat-checkbox>'
        board = f'<p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p><p>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls["account"]}/">https://help.ntuh.gov.tw/</a></p>'
        return self.app(s, "app-signin", "電子郵件", self.card("登入信箱", self.alert(error) + self.form(s, "/signin", fields + self.button("登入"))) + self.card("公佈欄", board))

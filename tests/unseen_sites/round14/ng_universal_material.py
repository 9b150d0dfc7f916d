"""A server-rendered single-page application, hydrated if it can be: component tags, aria roles, Material classes.

Its developer: Peggy, three years out of school, Angular at her last job. Names by formControlName, everything is a component,
icons by ligature, aria because Lighthouse asked for it; Express behind, sessions from a tutorial, plain forms because IT blocks scripts on kiosks.
"""

from __future__ import annotations

import base64
import json
import re
import secrets
import time
from html import escape
from itertools import count

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect


class Numbers:
    """mat-input-0, mat-input-1 … of one rendering."""

    def __init__(self, scope: str) -> None:
        self.scope, self.inputs, self.labels = scope, count(), count(1)

    def field(self, control: str, label: str, kind: str = "text", value: str = "", hint: str = "", extra: str = "", suffix: str = "") -> str:
        n, m, c = next(self.inputs), next(self.labels), self.scope
        return (
            f'<mat-form-field _ngcontent-{c}="" appearance="outline" class="mat-mdc-form-field ng-tns-c2-{n} mat-form-field-appearance-outline"><!----><div class="mat-mdc-text-field-wrapper mdc-text-field mdc-text-field--outlined"><div class="mat-mdc-form-field-flex">'
            f'<div matformfieldnotchedoutline="" class="mdc-notched-outline"><div class="mdc-notched-outline__notch"><label matformfieldfloatinglabel="" class="mdc-floating-label mat-mdc-floating-label" id="mat-mdc-form-field-label-{m}" for="mat-input-{n}"><mat-label _ngcontent-{c}="">{label}</mat-label><span aria-hidden="true" class="mat-mdc-form-field-required-marker mdc-floating-label--required"></span></label></div></div>'
            f'<div class="mat-mdc-form-field-infix"><input _ngcontent-{c}="" matinput="" class="mat-mdc-input-element ng-untouched ng-pristine" formcontrolname="{control}" name="{control}" type="{kind}" id="mat-input-{n}" value="{escape(value)}" aria-required="true" {extra}></div>{suffix}</div></div>'
            f'<div class="mat-mdc-form-field-subscript-wrapper"><div class="mat-mdc-form-field-hint-wrapper"><mat-hint class="mat-mdc-form-field-hint">{hint}</mat-hint></div></div></mat-form-field>'
        )

    def button(self, text: str, icon: str = "", extra: str = 'type="submit"', style: str = "mat-mdc-raised-button mat-primary") -> str:
        mark = f'<mat-icon role="img" class="mat-icon notranslate material-icons" aria-hidden="true" data-mat-icon-type="font">{icon}</mat-icon>' if icon else ""
        return f'<button _ngcontent-{self.scope}="" mat-raised-button="" {extra} class="mdc-button mdc-button--raised {style}"><span class="mat-mdc-button-persistent-ripple"></span>{mark}<span class="mdc-button__label"> {text} </span><span class="mat-mdc-focus-indicator"></span></button>'


class TheSite(Site):
    title = "Angular-Universal-like rendering with component tags and mat- classes"

    def __init__(self) -> None:
        super().__init__()
        self.store: dict[str, dict[str, str]] = {}
        self.codes: dict[str, tuple[str, str]] = {}

    def open(self, r: Request) -> tuple[str, dict[str, str], list[tuple[str, str]]]:
        name = {"portal": "connect.sid", "inner": "profile.sid", "account": "enrol.sid", "mail": "mailbox.sid"}[r.host]
        key = r.cookies.get(name, "")
        if key in self.store:
            return key, self.store[key], []
        key = "s%3A" + secrets.token_urlsafe(18)
        self.store[key] = {}
        return key, self.store[key], [("Set-Cookie", f"{name}={key}; Path=/; HttpOnly; SameSite=Lax")]

    def csrf(self, s: dict[str, str]) -> str:
        s.setdefault("csrf", secrets.token_urlsafe(16))
        return f'<input type="hidden" name="_csrf" value="{s["csrf"]}">'

    def forged(self, r: Request, s: dict[str, str]) -> Response | None:
        """Csrf of csurf: each accepted token is replaced."""
        if r.method == "POST" and s.get("csrf") and r.get("_csrf") == s["csrf"]:
            del s["csrf"]
            return None
        return Response(json.dumps({"statusCode": 403, "message": "invalid csrf token"}), 403, "application/json; charset=utf-8")

    def render(self, title: str, tag: str, body: str, s: dict[str, str], cookies: list[tuple[str, str]], bar: str = "") -> Response:
        snack = s.pop("snack", "")
        live = f'<div class="cdk-overlay-container"><mat-snack-bar-container class="mdc-snackbar mat-mdc-snack-bar-container mdc-snackbar--open"><div class="mdc-snackbar__surface"><div aria-live="assertive"><simple-snack-bar class="mat-mdc-simple-snack-bar"><div matsnackbarlabel="" class="mdc-snackbar__label"> {snack} </div></simple-snack-bar></div></div></mat-snack-bar-container></div>' if snack else ""
        state = json.dumps({"locale": "zh-TW", "env": {"production": True, "title": title}, "features": ["hydration", "a11y"]}, ensure_ascii=False)
        return Response(f"""<!doctype html><html lang="zh-Hant" class="mat-typography"><head><meta charset="utf-8"><title>{title}</title><base href="/"><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="styles.4f1b.css" media="print" onload="this.media='all'"><style ng-app-id="serverApp">.cdk-visually-hidden{{position:absolute;clip:rect(0 0 0 0)}}</style></head>
<body class="mat-app-background"><app-root _nghost-serverapp-c1="" ng-version="16.2.12" ng-server-context="ssr"><app-toolbar><mat-toolbar role="banner" class="mat-toolbar mat-primary"><span>台大醫院 NTUH</span><span class="spacer"></span>{bar}</mat-toolbar></app-toolbar><main role="main"><router-outlet></router-outlet><{tag} class="ng-star-inserted">{body}</{tag}><!----></main></app-root>{live}
<script id="serverApp-state" type="application/json">{state}</script><noscript>本系統建議開啟 JavaScript</noscript></body></html>""", headers=cookies)

    # ---- portal
    def portal(self, r: Request) -> Response:
        t = self.truth
        key, s, cookies = self.open(r)
        if r.path == "/":
            return redirect("/auth/login", *cookies)
        if r.path == "/api/captcha.png":
            s["captcha"] = t.new_captcha()
            return Response(picture(s["captcha"], "PNG"), kind="image/png", headers=[("Cache-Control", "no-store"), *cookies])
        if r.path == "/auth/login":
            if r.method == "POST":
                return self.enter(r, s, cookies)
            return self.login(s, cookies)
        if "portal:" + s.get("sid", "") not in t.sessions:
            s["snack"] = "請先登入 Please sign in first"
            return redirect("/auth/login", *cookies)
        if r.path == "/auth/logout":
            self.takes(r)
            if bad := self.forged(r, s):
                return bad
            t.sessions.discard("portal:" + s.pop("sid"))
            t.counts["sign_out_portal"] += 1
            s["snack"] = "已登出 Signed out"
            return redirect("/auth/login", status=303)
        if r.path == "/home":
            return self.home(s, cookies)
        if r.path.startswith("/open/"):
            code = secrets.token_urlsafe(20)
            self.codes[code] = (s["sid"], r.path.removeprefix("/open/"))
            return redirect(f"{self.urls['inner']}/callback?code={code}")
        return Response("Cannot GET " + escape(r.path), 404)

    def login(self, s: dict[str, str], cookies: list[tuple[str, str]], word: str = "", account: str = "") -> Response:
        n = Numbers("serverapp-c14")
        error = f'<mat-error role="alert" class="mat-mdc-form-field-error" id="mat-mdc-error-0">{word}</mat-error>' if word else ""
        body = f"""<mat-card class="mat-mdc-card mdc-card"><mat-card-header><div class="mat-mdc-card-header-text"><mat-card-title>醫療資訊系統</mat-card-title><mat-card-subtitle>National Taiwan University Hospital</mat-card-subtitle></div></mat-card-header><mat-card-content>
<form novalidate="" method="post" action="/auth/login" class="ng-untouched ng-pristine ng-invalid">{self.csrf(s)}
<mat-form-field class="mat-mdc-form-field"><label for="campus"><mat-label>院區 Campus</mat-label></label><select matnativecontrol="" formcontrolname="campus" name="campus" id="campus" class="mat-mdc-input-element"><option value="ntuh-main" selected>總院區</option><option value="ntuh-bh">北護分院</option><option value="ntuh-hc">新竹臺大分院</option><option value="ntuh-yl">雲林分院</option><option value="ntuh-cc">癌醫中心</option></select></mat-form-field>
{n.field('account', '帳號', value=account, extra='autocomplete="username" inputmode="numeric"', hint='6 位數字')}
{n.field('secret', '密碼', 'password', extra='autocomplete="current-password"', suffix='<button type="button" mat-icon-button="" aria-label="顯示密碼" class="mdc-icon-button"><mat-icon class="material-icons" aria-hidden="true">visibility_off</mat-icon></button>')}
{n.field('answer', '驗證碼', hint='不用區分大小寫', extra='autocomplete="off" maxlength="6"')}<app-captcha><img src="/api/captcha.png?v={secrets.token_hex(3)}" alt="驗證碼圖片" height="36"><a mat-icon-button="" href="/auth/login" aria-label="換一張"><mat-icon class="material-icons" aria-hidden="true">refresh</mat-icon></a></app-captcha>
<mat-radio-group role="radiogroup" aria-label="登入後選單"><mat-radio-button><input type="radio" class="mdc-radio__native-control" id="mat-radio-2-input" name="landing" value="medical" checked><label class="mdc-label" for="mat-radio-2-input">醫療相關選單</label></mat-radio-button><mat-radio-button><input type="radio" class="mdc-radio__native-control" id="mat-radio-3-input" name="landing" value="admin"><label class="mdc-label" for="mat-radio-3-input">行政系統選單</label></mat-radio-button></mat-radio-group>
{error}{n.button('登入', 'login')}</form></mat-card-content></mat-card>"""
        links = "".join(f'<a mat-button="" href="/auth/login#" class="mdc-button"><span class="mdc-button__label">{x}</span></a>' for x in ("院外網", "院內網", "數位學習", "網路掛號"))
        return self.render("登入 | Portal", "app-login", body, s, cookies, links)

    def enter(self, r: Request, s: dict[str, str], cookies: list[tuple[str, str]]) -> Response:
        t = self.truth
        self.takes(r, account="employee_id", secret="portal_password", answer="captcha", campus="campus")
        if bad := self.forged(r, s):
            return bad
        wanted, t.captcha = s.pop("captcha", ""), ""
        if not wanted or r.get("answer").strip().upper() != wanted:
            word = "驗證碼錯誤，請再試一次 (captcha mismatch)"
        elif r.get("campus") != "ntuh-main" or r.get("account").strip() != t.person.employee_id or r.get("secret") != t.portal_password:
            word = "帳號或密碼錯誤 (invalid credentials)"
        else:
            s["sid"] = secrets.token_hex(8)
            t.sessions.add("portal:" + s["sid"])
            t.counts["sign_in"] += 1
            return redirect("/home", *cookies, status=303)
        t.counts["sign_in_refused"] += 1
        return self.login(s, cookies, word, r.get("account"))

    def home(self, s: dict[str, str], cookies: list[tuple[str, str]]) -> Response:
        n = Numbers("serverapp-c22")
        panels = ""
        for i, (tab, items) in enumerate({"醫療系統": ["住院系統", "門診系統"], "數位學習": ["TMS"], "個人管理": ["更改密碼", "個人簽章提醒設定", "薪資所得免稅額申報表", "查詢員工連絡資料", "維護個人連絡資料", "個人就醫紀錄查詢", "行動憑證申請"]}.items()):
            to = {"更改密碼": "/open/password", "維護個人連絡資料": "/open/contact"}
            rows = "".join(f'<a mat-list-item="" role="menuitem" class="mat-mdc-list-item mdc-list-item" href="{to.get(x, "/open/none")}"><mat-icon matlistitemicon="" class="material-icons" aria-hidden="true">chevron_right</mat-icon><span class="mdc-list-item__content"><span class="mat-mdc-list-item-unscoped-content mdc-list-item__primary-text">{x}</span></span></a>' for x in items)
            panels += f'<mat-expansion-panel class="mat-expansion-panel"><mat-expansion-panel-header role="button" id="mat-expansion-panel-header-{i}" aria-controls="cdk-accordion-child-{i}" aria-expanded="false" tabindex="0"><span class="mat-content"><mat-panel-title>{tab}</mat-panel-title></span></mat-expansion-panel-header><div role="region" class="mat-expansion-panel-content" id="cdk-accordion-child-{i}" aria-labelledby="mat-expansion-panel-header-{i}"><mat-nav-list role="menu">{rows}</mat-nav-list></div></mat-expansion-panel>'
        out = f'<form method="post" action="/auth/logout">{self.csrf(s)}{n.button("登出", "logout", style="mat-mdc-button")}</form>'
        body = f"""<h1 class="mat-headline-5">您好! {self.truth.person.name}</h1><mat-chip-set role="presentation"><mat-chip>差勤待簽 0</mat-chip><mat-chip>Workflow待簽 0</mat-chip></mat-chip-set><mat-accordion>{panels}</mat-accordion>
<app-news><mat-card><mat-card-title>全院公告 <span matbadge="2">2</span></mat-card-title><mat-list role="list"><mat-list-item role="listitem">2019/10/21 請全院同仁填報「薪資所得免稅額申報表」</mat-list-item></mat-list></mat-card></app-news>"""
        return self.render("首頁 | Portal", "app-home", body, s, cookies, out)

    # ---- inner
    def inner(self, r: Request) -> Response:
        t = self.truth
        key, s, cookies = self.open(r)
        if r.path == "/callback":
            sid, where = self.codes.pop(r.query.get("code", ""), ("", ""))
            if "portal:" + sid not in t.sessions:
                return Response("授權碼無效 invalid_grant", 401, "text/plain; charset=utf-8")
            s["sid"] = sid
            return redirect("/" + where, *cookies)
        if "portal:" + s.get("sid", "") not in t.sessions:
            return redirect(self.urls["portal"] + "/auth/login", *cookies)
        if r.path == "/password":
            return self.password(r, s, cookies)
        if r.path == "/contact":
            return self.contact(r, s, cookies)
        return self.render("404", "app-not-found", f'<p>您沒有權限或頁面不存在</p><a href="{self.urls["portal"]}/home">返回</a>', s, cookies)

    def crumbs(self, here: str) -> str:
        return f'<nav aria-label="breadcrumb"><ol><li><a href="{self.urls["portal"]}/home">回功能選單</a></li><li>個人管理</li><li aria-current="page">{here}</li></ol></nav>'

    def password(self, r: Request, s: dict[str, str], cookies: list[tuple[str, str]]) -> Response:
        t, word = self.truth, ""
        if r.method == "POST":
            self.takes(r, current="old_password", next="new_password", confirm="new_password_again")
            if bad := self.forged(r, s):
                return bad
            new = r.get("next")
            if r.get("current") != t.portal_password:
                word = "舊密碼不符"
            elif len(new) < 8 or not (re.search("[A-Za-z]", new) and re.search("[0-9]", new)):
                word = "新密碼強度不足"
            elif new != r.get("confirm"):
                word = "兩次輸入的新密碼不相同"
            if not word:
                t.portal_password = new
                t.counts["password_changed"] += 1
                s["snack"] = "密碼變更完成 Password updated"
                return redirect("/password", status=303)
            t.counts["password_refused"] += 1
        n = Numbers("serverapp-c31")
        body = f"""{self.crumbs('更改密碼')}<h2>更改密碼</h2><form method="post" action="/password" novalidate="">{self.csrf(s)}
{n.field('current', '請輸入舊密碼', 'password', extra='autocomplete="current-password"')}{n.field('next', '請輸入新密碼', 'password', extra='autocomplete="new-password"')}{n.field('confirm', '請再輸入新密碼', 'password', extra='autocomplete="new-password"')}
<div>密碼強度檢核：<mat-progress-bar role="progressbar" aria-valuemin="0" aria-valuemax="100" aria-valuenow="0"></mat-progress-bar></div>
{f'<mat-error role="alert">{word}</mat-error>' if word else ''}{n.button('變更', 'key')}</form><p>密碼設定條件：</p><ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol>"""
        return self.render("更改密碼", "app-password", body, s, cookies)

    def contact(self, r: Request, s: dict[str, str], cookies: list[tuple[str, str]]) -> Response:
        t, p, word = self.truth, self.truth.person, ""
        wire = {"lastNameEn": "english_surname", "firstNameEn": "english_given", "aliasEn": "english_middle", "officeTel": "office_phone", "homeTel": "home_phone", "cellphone": "mobile_phone"}
        if r.method == "POST":
            self.takes(r, cellphone="mobile_phone")
            if bad := self.forged(r, s):
                return bad
            if all(r.has(k) for k in wire) and re.fullmatch(r"09\d{8}", r.get("cellphone").strip()):
                t.saved_contact = {v: r.get(k).strip() for k, v in wire.items()}
                t.counts["contact_saved"] += 1
                s["snack"] = "個人連絡資料已更新"
                return redirect("/contact", status=303)
            word = "手機號碼格式錯誤"
        n = Numbers("serverapp-c35")
        v = {k: t.saved_contact.get(m, getattr(p, m)) for k, m in wire.items()}
        fields = (n.field("lastNameEn", "英文姓", value=v["lastNameEn"], hint="ex:Chen(陳)") + n.field("firstNameEn", "英文首名", value=v["firstNameEn"], hint="ex: Yi-Fen(怡芬)") + n.field("aliasEn", "英文中名", value=v["aliasEn"], hint="ex:Mary 為英文別名，如無，可不填")
                  + n.field("officeTel", "辦公室電話", "tel", v["officeTel"], "ex:61234或23123456") + n.field("homeTel", "住宅電話", "tel", v["homeTel"], "ex:0223123456") + n.field("cellphone", "行動電話", "tel", v["cellphone"], "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))
        body = f"""{self.crumbs('維護個人連絡資料')}<h2>台大醫院---維護個人連絡資料</h2><form method="post" action="/contact">{self.csrf(s)}<dl><dt>員工編號：</dt><dd>{p.employee_id}</dd><dt>姓名：</dt><dd>{p.name}</dd></dl>{fields}
{f'<mat-error role="alert">{word}</mat-error>' if word else ''}<mat-card-actions>{n.button('異動儲存', 'save')}</mat-card-actions></form>"""
        return self.render("維護個人連絡資料", "app-contact", body, s, cookies)

    # ---- account site
    def account(self, r: Request) -> Response:
        t = self.truth
        key, s, cookies = self.open(r)
        if r.path == "/":
            n = Numbers("serverapp-c5")
            card = lambda to, head, sub: f'<a mat-ripple="" class="mat-mdc-card mdc-card" role="link" href="{to}"><mat-card-title>{head}</mat-card-title><mat-card-subtitle>{sub}</mat-card-subtitle></a>'  # noqa: E731
            body = f"""<section aria-labelledby="rule"><h2 id="rule">《規範》</h2><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>請勿冒用院內同仁申請網路帳號。</li></ul></section>
<section><h2>《常見問題與服務》</h2><mat-accordion><mat-expansion-panel><mat-panel-title>密碼修改後多久可以生效</mat-panel-title><div>即時生效。</div></mat-expansion-panel><mat-expansion-panel><mat-panel-title>忘記密碼</mat-panel-title><div>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</div></mat-expansion-panel></mat-accordion></section>
<app-entries>{card('/enrol', '啟用網路帳號及首次雲端帳號密碼設定', '啟用本院微軟相關服務，如：Office365, Outlook...')}{card('/reset', '重置雲端服務密碼', '重設非Portal帳號的密碼：Email, 無線網路, KM, VPN密碼')}{card('/#', '總院廠商VPN展延申請', '總院廠商VPN到期，重新啟用申請。')}</app-entries>"""
            return self.render("帳號服務", "app-landing", body, s, cookies)
        flow, _, act = r.path[1:].partition("/")
        if flow not in ("enrol", "reset"):
            return Response("Cannot GET", 404)
        if act == "":
            s["flow"] = flow
            return self.proof(flow, s, cookies)
        if act.startswith("otp-"):
            self.takes(r, uid="employee_id", otp="code", cell="registered_phone")
            if bad := self.forged(r, s):
                return bad
            return self.otp(r, flow, act, s, cookies)
        if "account:" + s.get("sid", "") not in t.sessions:
            return redirect("/", *cookies)
        if act == "leave":
            self.takes(r)
            if bad := self.forged(r, s):
                return bad
            t.sessions.discard("account:" + s.pop("sid"))
            t.counts["sign_out_account"] += 1
            return redirect("/", status=303)
        if act == "setup" and s.get("proved") == flow:
            return self.setup(r, flow, s, cookies)
        return Response("Cannot GET", 404)

    def proof(self, flow: str, s: dict[str, str], cookies: list[tuple[str, str]], word: str = "", dialog: str = "") -> Response:
        n = Numbers("serverapp-c41")
        head = "啟用網路帳號及首次雲端帳號密碼設定" if flow == "enrol" else "重置雲端服務密碼"
        over = ""
        if dialog == "phone":
            over = f"""<div class="cdk-overlay-backdrop cdk-overlay-dark-backdrop"></div><mat-dialog-container role="dialog" aria-modal="true" class="mat-mdc-dialog-container mdc-dialog--open" aria-labelledby="mat-mdc-dialog-title-0"><app-phone-dialog><form method="post" action="/{flow}/otp-send">{self.csrf(s)}<h2 mat-dialog-title="" id="mat-mdc-dialog-title-0">請輸入帳號登記的手機門號(10碼)</h2><mat-dialog-content><mat-form-field><input matinput="" name="cell" type="tel" maxlength="10" aria-labelledby="mat-mdc-dialog-title-0" placeholder="09xxxxxxxx"></mat-form-field></mat-dialog-content><mat-dialog-actions>{n.button('確定發送', 'send')}<a mat-button="" href="/{flow}">取消</a></mat-dialog-actions></form></app-phone-dialog></mat-dialog-container>"""
        elif dialog == "sent":
            over = f"""<mat-dialog-container role="alertdialog" class="mat-mdc-dialog-container"><h2>動態碼簡訊發送成功</h2><p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p><button type="button" mat-button="" onclick="this.parentNode.remove()">確定</button></mat-dialog-container>"""
        body = f"""<mat-stepper role="tablist" class="mat-stepper-horizontal"><mat-step-header role="tab" aria-selected="true" aria-posinset="1" aria-setsize="2"><span class="mat-step-text-label">進行身分驗證</span></mat-step-header><mat-step-header role="tab" aria-selected="false" aria-disabled="true"><span class="mat-step-text-label">設定</span></mat-step-header></mat-stepper>
<h2>{head}</h2><form method="post" action="/{flow}/otp-verify" novalidate="">{self.csrf(s)}{n.field('uid', '網路帳號 / 主職員工編號', value=s.get('uid', ''), extra='maxlength="6"')}{n.button('發送簡訊動態碼', 'sms', f'type="submit" formaction="/{flow}/otp-request"', 'mat-mdc-outlined-button')}
{n.field('otp', '簡訊(或MOTP)動態碼', extra='inputmode="numeric" autocomplete="one-time-code"', hint='2分鐘內有效')}{f'<mat-error role="alert">{word}</mat-error>' if word else ''}{n.button('下一步', 'arrow_forward')}</form>{over}"""
        return self.render(head, "app-verify", body, s, cookies)

    def otp(self, r: Request, flow: str, act: str, s: dict[str, str], cookies: list[tuple[str, str]]) -> Response:
        t = self.truth
        if act == "otp-request":
            s["uid"] = r.get("uid").strip()
            if s["uid"] != t.person.employee_id:
                return self.proof(flow, s, cookies, "查無此帳號")
            return self.proof(flow, s, cookies, dialog="phone")
        if s.get("uid") != t.person.employee_id:
            if act == "otp-verify":
                t.counts["code_refused"] += 1
            return self.proof(flow, s, cookies, "請先取得簡訊動態碼")
        if act == "otp-send":
            if r.get("cell").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                return self.proof(flow, s, cookies, "手機門號與登記不符，請重新發送")
            s["otp"], s["otp_at"] = t.new_message(), str(time.time())
            return self.proof(flow, s, cookies, dialog="sent")
        if r.get("uid").strip() != s["uid"] or not s.get("otp") or r.get("otp").strip() != s["otp"]:
            t.counts["code_refused"] += 1
            return self.proof(flow, s, cookies, "動態碼驗證失敗")
        if time.time() - float(s["otp_at"]) > 120:
            t.counts["code_refused"] += 1
            return self.proof(flow, s, cookies, "動態碼逾時，請重新發送")
        s.update(otp="", sid=secrets.token_hex(8), proved=flow)
        t.sessions.add("account:" + s["sid"])
        t.counts["code_accepted"] += 1
        return redirect(f"/{flow}/setup", status=303)

    def setup(self, r: Request, flow: str, s: dict[str, str], cookies: list[tuple[str, str]]) -> Response:
        t, p, word = self.truth, self.truth.person, ""
        n = Numbers("serverapp-c47")
        bar = lambda: f'<form method="post" action="/{flow}/leave">{self.csrf(s)}{n.button("登出", "logout", style="mat-mdc-button")}</form>'  # noqa: E731
        if r.method == "POST":
            self.takes(r, mailNickname="alias", cloudSecret="cloud_password", cloudSecretConfirm="cloud_password_again", understood="consent")
            if bad := self.forged(r, s):
                return bad
            name, one = r.get("mailNickname").strip(), r.get("cloudSecret")
            if flow == "enrol" and t.alias:
                word = "雲端服務已於先前啟用"
            elif flow == "reset" and not t.alias:
                word = "尚未啟用雲端服務"
            elif flow == "enrol" and name.lower() == "taken.name":
                word = "名稱重複，請更換一個"
            elif flow == "enrol" and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{1,63}", name):
                word = "名稱不合法（限英數字與 . _ -）"
            elif flow == "enrol" and r.get("understood") != "on":
                word = "請勾選已了解電子郵件別名無法修改"
            elif one != r.get("cloudSecretConfirm") or len(one) < 8 or not (re.search("[A-Za-z]", one) and re.search("[0-9]", one)):
                word = "密碼需至少 8 碼、含英文及數字，且兩次一致"
            else:
                t.cloud_password = one
                if flow == "reset":
                    return self.render("完成", "app-done", "<h2>雲端服務密碼重置完成</h2>", s, cookies, bar())
                t.alias = name
                t.counts["activated"] += 1
                return self.render("完成", "app-done", f'<mat-card role="status"><mat-icon class="material-icons" aria-hidden="true">check_circle</mat-icon><h2>恭喜，雲端服務開通完畢！</h2><p>您的信箱：<strong>{escape(name)}@ntuh.gov.tw</strong>（隔日生效）</p></mat-card>', s, cookies, bar())
        facts = "".join(f"<div><dt>{a}</dt><dd>{b}</dd></div>" for a, b in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        pair = n.field("cloudSecret", "雲端服務密碼", "password", hint="至少 8 碼，含英文及數字") + n.field("cloudSecretConfirm", "確認雲端服務密碼", "password")
        error = f'<mat-error role="alert">{word}</mat-error>' if word else ""
        if flow == "enrol" and t.alias:
            form = f'<mat-card role="status"><p>此帳號的雲端服務已開通</p><p>{t.alias}@ntuh.gov.tw</p></mat-card>{error}'
        elif flow == "enrol":
            form = f"""<form method="post" action="/enrol/setup" novalidate="">{self.csrf(s)}{n.field('mailNickname', '雲端服務帳號 (電子郵件名稱)', value=r.get('mailNickname'), extra='maxlength="64"', hint='名稱長度限64字元內', suffix='<span matsuffix="" class="mat-mdc-form-field-text-suffix">@ntuh.gov.tw</span>')}{pair}
<mat-checkbox class="mat-mdc-checkbox mat-accent"><div class="mdc-form-field"><div class="mdc-checkbox"><input type="checkbox" class="mdc-checkbox__native-control" id="mat-mdc-checkbox-1-input" name="understood" required><div class="mdc-checkbox__background"></div></div><label class="mdc-label" for="mat-mdc-checkbox-1-input">我已了解電子郵件別名第一次設定之後則不能修改</label></div></mat-checkbox>
{error}<a mat-button="" class="mdc-button" role="button" href="/">取消啟用</a>{n.button('啟用雲端服務', 'cloud_done')}<small>服務於設定完成隔日生效</small></form>"""
        else:
            form = f'<form method="post" action="/reset/setup">{self.csrf(s)}{pair}{error}{n.button("重置密碼", "restart_alt")}</form>'
        head = "設定密碼與郵件別名" if flow == "enrol" else "重置雲端服務密碼"
        return self.render(head, "app-setup", f'<h2>{head}</h2><dl class="facts">{facts}</dl>{form}', s, cookies, bar())

    # ---- webmail
    def mail(self, r: Request) -> Response:
        t = self.truth
        key, s, cookies = self.open(r)
        n = Numbers("serverapp-c61")
        if r.path == "/inbox":
            if "mail:" + s.get("sid", "") not in t.sessions:
                return redirect("/login", *cookies)
            out = f'<form method="post" action="/logout">{self.csrf(s)}{n.button("登出", "logout")}</form>'
            return self.render("收件匣", "app-inbox", f'<h2>收件匣 (1)</h2><mat-list role="list"><mat-list-item role="listitem"><h3 matline="">歡迎</h3><p matline="">資訊室</p></mat-list-item></mat-list><p>{escape(t.alias)}@ntuh.gov.tw</p>', s, cookies, out)
        if r.path == "/logout":
            self.takes(r)
            if "mail:" + s.get("sid", "") in t.sessions and not (bad := self.forged(r, s)):
                t.sessions.discard("mail:" + s.pop("sid"))
                t.counts["sign_out_mail"] += 1
            return redirect("/login", status=303)
        if r.path != "/login":
            return redirect("/login", *cookies)
        word = ""
        if r.method == "POST":
            self.takes(r, mailbox="mail_account", **{"pass": "mail_password"}, verify="captcha")
            if bad := self.forged(r, s):
                return bad
            wanted, t.captcha = s.pop("captcha", ""), ""
            if not wanted or r.get("verify").strip() != wanted:
                word = "驗證碼不正確"
            elif not t.alias or r.get("mailbox").strip().lower().removesuffix("@ntuh.gov.tw") != t.alias.lower() or r.get("pass") != t.cloud_password:
                word = "登入失敗，請確認帳號密碼"
            else:
                s["sid"] = secrets.token_hex(8)
                t.sessions.add("mail:" + s["sid"])
                t.counts["mail_sign_in"] += 1
                return redirect("/inbox", *cookies, status=303)
        s["captcha"] = t.new_captcha("abcdefghijkmnpqrstuvwxyz23456789", 5)
        image = base64.b64encode(picture(s["captcha"], "PNG")).decode()
        body = f"""<form method="post" action="/login" novalidate="">{self.csrf(s)}{n.field('mailbox', '帳號:')}{n.field('pass', '密碼:', 'password')}{n.field('verify', '驗證碼(小寫字母或數字):', extra='autocomplete="off"')}<img class="captcha" alt="captcha" src="data:image/png;base64,{image}">
<mat-checkbox><input type="checkbox" id="mat-mdc-checkbox-9-input" name="remember" class="mdc-checkbox__native-control"><label for="mat-mdc-checkbox-9-input">記住登入資訊 (公用電腦請勿勾選)</label></mat-checkbox>{f'<mat-error role="alert">{word}</mat-error>' if word else ''}{n.button('登入', 'mail')}</form>
<aside role="complementary"><h3>公佈欄</h3><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p><p>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}/">https://help.ntuh.gov.tw/</a></p></aside>"""
        return self.render("電子郵件", "app-mail-login", body, s, cookies)

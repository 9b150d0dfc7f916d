"""A site by a small team in 2023: Rails 7 with Hotwire, everything rendered by the server."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from html import escape
from typing import Any

from tests.unseen_sites.truth import Request, Response, Site, picture


class TheSite(Site):
    title = "rails_hotwire_server_2023"

    def __init__(self) -> None:
        super().__init__()
        self.stores: dict[str, dict[str, dict[str, Any]]] = {"portal": {}, "inner": {}, "account": {}, "mail": {}}
        self.captchas: dict[str, str] = {}
        self.tickets: dict[str, str] = {}

    COOKIE = {"portal": "_staff_portal_session", "inner": "_people_session", "account": "_account_center_session", "mail": "_mailroom_session"}
    NAME = {"portal": "PORTAL", "inner": "People 人事資料", "account": "帳號中心 Account Center", "mail": "NTUH Mail"}

    def begin(self, request: Request) -> tuple[str, dict[str, Any]]:
        sid = request.cookies.get(self.COOKIE[request.host], "").partition("--")[0][:32]
        store = self.stores[request.host]
        if sid not in store:
            sid = secrets.token_hex(16)
            store[sid] = {"csrf": [], "flash": {}}
        return sid, store[sid]

    def finish(self, request: Request, sid: str, response: Response) -> Response:
        salt = secrets.token_hex(12)
        response.headers += [
            ("Set-Cookie", f"{self.COOKIE[request.host]}={sid}{salt}--{hashlib.sha1((sid + salt).encode()).hexdigest()}; path=/; HttpOnly; SameSite=Lax"),
            ("X-Frame-Options", "SAMEORIGIN"), ("X-Request-Id", secrets.token_hex(8)), ("Cache-Control", "max-age=0, private, must-revalidate")]
        return response

    def see(self, to: str) -> Response:
        return Response(f'<html><body>You are being <a href="{to}">redirected</a>.</body></html>', 303, headers=[("Location", to)])

    def csrf(self, session: dict[str, Any]) -> str:
        fresh = secrets.token_urlsafe(48)
        session["csrf"] = [*session["csrf"][-19:], fresh]
        return fresh

    def last(self, request: Request, name: str) -> str:
        """The last value of a name wins, as in Rack."""
        values = [value for key, value in request.form if key == name]
        return values[-1] if values else ""

    def verb(self, request: Request) -> str:
        return self.last(request, "_method").upper() or "POST" if request.method == "POST" else "GET"

    def page(self, request: Request, session: dict[str, Any], title: str, main: str, status: int = 200, nav: str = "") -> Response:
        flash = "".join(f'<div class="flash flash--{kind}" role="{"alert" if kind == "alert" else "status"}" data-controller="flash" data-flash-timeout-value="8000"><p>{text}</p><button type="button" class="flash__close" data-action="flash#dismiss" aria-label="關閉訊息">&times;</button></div>' for kind, text in session["flash"].items())
        session["flash"] = {}
        return Response(f"""<!DOCTYPE html>
<html lang="zh-Hant-TW"><head>
    <title>{title} | {self.NAME[request.host]}</title>
    <meta name="viewport" content="width=device-width,initial-scale=1"><meta name="csrf-param" content="authenticity_token" /><meta name="csrf-token" content="{self.csrf(session)}" />
    <meta name="turbo-cache-control" content="no-preview">    <link rel="stylesheet" href="/assets/application-5be1c4a0.css" data-turbo-track="reload" />
    <script type="importmap" data-turbo-track="reload">{{"imports":{{"application":"/assets/application-37f365cb.js","@hotwired/turbo-rails":"/assets/turbo.min-f309baaf.js","@hotwired/stimulus":"/assets/stimulus.min-dd364f16.js"}}}}</script>
    <script type="module">import "application"</script>
  </head><body>
    <a class="visually-hidden-focusable" href="#main">跳至主要內容</a>
    <header class="site-header"><a href="/" class="brand"><svg aria-hidden="true" width="24" height="24"><circle cx="12" cy="12" r="10"/></svg> {self.NAME[request.host]}</a>{nav}</header>
    <div id="flash" aria-live="polite">{flash}</div>    <main id="main" class="container">{main}</main>
    <footer class="site-footer"><small>&copy; 2023 NTUH Digital Services · 資訊室 261120</small></footer>
</body></html>
""", status)

    def form(self, session: dict[str, Any], action: str, inside: str, method: str = "post", extra: str = "") -> str:
        hidden = f'<input type="hidden" name="_method" value="{method}" autocomplete="off" />' if method != "post" else ""
        return f'<form {extra} action="{action}" accept-charset="UTF-8" method="post">{hidden}<input type="hidden" name="authenticity_token" value="{self.csrf(session)}" autocomplete="off" />{inside}</form>'

    def row(self, model: str, attr: str, label: str, kind: str = "text", value: str = "", hint: str = "", more: str = "", errors: dict[str, str] | None = None) -> str:
        bad = (errors or {}).get(attr)
        key = f"{model}_{attr}"
        described = f' aria-describedby="{key}_hint"' if hint else ""
        invalid = ' aria-invalid="true"' if bad else ""
        out = f'<div class="field{" field_with_errors" if bad else ""}"><label for="{key}">{label}</label>'
        given = f' value="{escape(value)}"' if value and kind != "password" else ""
        out += f'<input{described}{invalid} {more} type="{kind}"{given} name="{model}[{attr}]" id="{key}" />'
        out += f'<small id="{key}_hint" class="hint">{hint}</small>' if hint else ""
        return out + (f'<p class="field-error">{bad}</p>' if bad else "") + "</div>\n"

    def explain(self, model: str, errors: dict[str, str]) -> str:
        if not errors:
            return ""
        items = "".join(f'<li><a href="#{model}_{attr}">{text}</a></li>' for attr, text in errors.items())
        return f'<div id="error_explanation" class="errors" role="alert" tabindex="-1" data-controller="focus"><h2>有 {len(errors)} 個地方需要修正</h2><ul>{items}</ul></div>'

    def captcha(self, kind: str) -> str:
        key = hashlib.sha1(secrets.token_bytes(8)).hexdigest()
        self.captchas = {key: self.truth.new_captcha() if kind == "portal" else self.truth.new_captcha("23456789abcdefghjkmnpqrstuvwxyz", 5)}
        label = "驗證碼 <span>(不用區分大小寫)</span>" if kind == "portal" else "驗證碼(小寫字母或數字):"
        return f"""<div class="simple_captcha"><img src="/simple_captcha?code={key}&amp;time={int(time.time())}" alt="captcha" width="120" height="36" />
<div class="field"><label for="captcha">{label}</label><input type="text" name="captcha" id="captcha" value="" autocomplete="off" autocapitalize="off" required="required" /></div>
<input type="hidden" name="captcha_key" id="captcha_key" value="{key}" autocomplete="off" /></div>"""

    def captcha_right(self, request: Request, fold: bool) -> bool:
        text = self.captchas.pop(self.last(request, "captcha_key"), "")
        newest, self.truth.captcha = self.truth.captcha, ""
        given = self.last(request, "captcha").strip()
        return bool(text) and text == newest and (given.upper() == text.upper() if fold else given == text)

    def common(self, request: Request, session: dict[str, Any]) -> Response | None:
        """Pictures, assets and forged requests."""
        if request.path == "/simple_captcha":
            text = self.captchas.get(request.query.get("code", ""))
            return Response(picture(text, "PNG"), kind="image/png") if text else Response("", 404)
        if request.path.startswith("/assets/"):
            return Response("", 404)
        if request.method == "POST" and self.last(request, "authenticity_token") not in session["csrf"]:
            return Response("<!DOCTYPE html><html><head><title>The change you wanted was rejected (422)</title></head><body><div class='dialog'><h1>變更未被接受。</h1><p>頁面可能已過期，請重新整理後再試一次。</p></div></body></html>", 422)
        return None

    def portal(self, request: Request) -> Response:
        if request.method == "POST":
            self.takes(request, **{"session[campus]": "campus", "session[employee_no]": "employee_id", "session[password]": "portal_password", "captcha": "captcha",
                                   "password_change[current_password]": "old_password", "password_change[password]": "new_password", "password_change[password_confirmation]": "new_password_again"})
        sid, session = self.begin(request)
        if early := self.common(request, session):
            return early
        answer = self.route_portal(request, sid, session)
        return self.finish(request, *answer) if isinstance(answer, tuple) else self.finish(request, sid, answer)

    def route_portal(self, request: Request, sid: str, session: dict[str, Any]) -> Response | tuple[str, Response]:
        path, verb = request.path, self.verb(request)
        user = session.get("user")
        if path == "/":
            return self.see("/dashboard" if user else "/session/new")
        if path == "/session/new":
            return self.new_session(request, session, {})
        if path == "/session" and verb == "POST":
            errors = {}
            if not self.captcha_right(request, True):
                errors["captcha"] = "驗證碼不對，請看新的圖片再輸入一次"
            elif self.last(request, "session[campus]") != "T0":
                errors["campus"] = "此院區沒有您的帳號"
            elif self.last(request, "session[employee_no]").strip() != self.truth.person.employee_id or self.last(request, "session[password]") != self.truth.portal_password:
                errors["password"] = "帳號與密碼的組合不正確"
            if errors:
                self.truth.counts["sign_in_refused"] += 1
                return self.new_session(request, session, errors, 422)
            del self.stores["portal"][sid]
            sid = secrets.token_hex(16)
            self.stores["portal"][sid] = {"csrf": [], "flash": {"notice": f"歡迎回來，{self.truth.person.name}！"}, "user": self.truth.person.employee_id}
            self.truth.sessions.add("portal:" + sid)
            self.truth.counts["sign_in"] += 1
            return sid, self.see("/dashboard")
        if not user:
            session["flash"] = {"alert": "請先登入再繼續。"}
            return self.see("/session/new")
        if path == "/session" and verb == "DELETE":
            self.truth.sessions.discard("portal:" + sid)
            self.truth.counts["sign_out_portal"] += 1
            del self.stores["portal"][sid]
            sid = secrets.token_hex(16)
            self.stores["portal"][sid] = {"csrf": [], "flash": {"notice": "您已登出，再見！"}}
            return sid, self.see("/session/new")
        if path == "/dashboard":
            return self.page(request, session, "首頁", f"""<h1>{self.truth.person.name}，您好!</h1>
<section class="stats"><p>總院差勤待簽 <b>0</b> 未核准 <b>0</b> 被駁回 <b>0</b></p></section>
<turbo-frame id="announcements" src="/announcements" loading="lazy"><p>公告載入中… <a href="/announcements">全院公告</a></p></turbo-frame>""", nav=self.nav(session))
        if path == "/announcements":
            return self.page(request, session, "全院公告", '<turbo-frame id="announcements"><h2>全院公告</h2><ul><li>2023/10/02 資安教育訓練開課</li></ul></turbo-frame>', nav=self.nav(session))
        if path == "/handoff/contact":
            ticket = secrets.token_hex(16)
            self.tickets[ticket] = sid
            return self.see(f"{self.urls['inner']}/sso?SESSION={ticket}&return_to=%2Fme%2Fcontact%2Fedit")
        if path == "/password/edit":
            return self.edit_password(request, session, {})
        if path == "/password" and verb in ("PATCH", "PUT"):
            new = self.last(request, "password_change[password]")
            errors = {}
            if self.last(request, "password_change[current_password]") != self.truth.portal_password:
                errors["current_password"] = "舊密碼不正確"
            if not 8 <= len(new) <= 72 or not re.search("[A-Za-z]", new) or not re.search(r"\d", new):
                errors["password"] = "新密碼至少 8 個字元，且要同時有英文與數字"
            elif new == self.truth.portal_password:
                errors["password"] = "新密碼不可以跟舊密碼一樣"
            if new != self.last(request, "password_change[password_confirmation]"):
                errors["password_confirmation"] = "兩次輸入的新密碼不一致"
            if errors:
                self.truth.counts["password_refused"] += 1
                return self.edit_password(request, session, errors, 422)
            self.truth.portal_password = new
            self.truth.counts["password_changed"] += 1
            session["flash"] = {"notice": "新密碼已生效，下次請用它登入。"}
            return self.see("/password/edit")
        return self.page(request, session, "找不到頁面", "<h1>找不到頁面</h1>", 404, self.nav(session))

    def nav(self, session: dict[str, Any]) -> str:
        return f"""<nav aria-label="主選單"><details><summary>醫療系統</summary><ul><li><a href="/apps/opd">門診系統</a></li></ul></details>
<details><summary>行政系統</summary><ul><li><a href="/apps/forms">表單下載</a></li></ul></details>
<details open><summary>個人管理</summary><ul role="list"><li><a data-turbo-prefetch="false" href="/password/edit">更改密碼</a></li><li><a href="/apps/signature">個人簽章提醒設定</a></li>
<li><a href="/apps/directory">查詢員工連絡資料</a></li><li><a data-turbo="false" href="/handoff/contact">維護個人連絡資料</a></li><li><a href="/apps/tax">員工扣繳憑單查詢</a></li></ul></details>
{self.form(session, "/session", '<button class="btn btn--link" data-turbo-confirm="確定要登出嗎？" type="submit">登出 <span lang="en">Sign out</span></button>', "delete", 'class="button_to"')}</nav>"""

    def new_session(self, request: Request, session: dict[str, Any], errors: dict[str, str], status: int = 200) -> Response:
        campuses = "".join(f'<label class="radio" for="session_campus_{value.lower()}"><input type="radio" value="{value}" name="session[campus]" id="session_campus_{value.lower()}"{" checked" if value == "T0" else ""} />{label}</label>' for value, label in (("T0", "總院區"), ("T4", "新竹"), ("Y0", "雲林")))
        inside = f"""{self.explain("session", errors)}
<fieldset><legend>院區 <span lang="en">Campus</span></legend><input type="hidden" name="session[campus]" value="" autocomplete="off" />{campuses}</fieldset>
{self.row("session", "employee_no", '帳號 <span lang="en">Employee No.</span>', value=self.last(request, "session[employee_no]"), more='required="required" inputmode="numeric" autocomplete="username"')}
{self.row("session", "password", '密碼 <span lang="en">Password</span>', "password", more='required="required" autocomplete="current-password"', errors=errors)}
<button type="button" class="btn btn--ghost" data-action="password-visibility#toggle">顯示</button>
{self.captcha("portal")}
<div class="actions"><button name="button" type="submit" class="btn btn--primary" data-turbo-submits-with="登入中…"><svg aria-hidden="true" width="16" height="16"><path d="M2 8h12"/></svg> 登入 <span lang="en">Sign in</span></button></div>"""
        return self.page(request, session, "登入", "<h1>登入本院PORTAL系統</h1>" + self.form(session, "/session", inside, extra='class="stack" id="new_session" data-controller="password-visibility"'), status, '<nav><a href="https://www.ntuh.gov.tw/">院外網</a> <a href="/session/new?locale=en">English</a></nav>')

    def edit_password(self, request: Request, session: dict[str, Any], errors: dict[str, str], status: int = 200) -> Response:
        inside = self.explain("password_change", errors) + self.row("password_change", "current_password", "請輸入舊密碼：", "password", more='required="required" autocomplete="current-password"', errors=errors)
        inside += self.row("password_change", "password", "請輸入新密碼：", "password", hint="1.密碼長度不可少於8個字元 2.密碼內容需包含英文及數字", more='required="required" minlength="8" autocomplete="new-password"', errors=errors)
        inside += self.row("password_change", "password_confirmation", "請再輸入新密碼：", "password", more='required="required" autocomplete="new-password"', errors=errors)
        inside += '<p>密碼強度檢核：<meter min="0" max="4" value="0" data-strength-target="meter"></meter></p><div class="actions"><button name="button" type="submit" class="btn btn--primary">更新密碼</button> <a class="btn" href="/dashboard">回功能選單</a></div>'
        return self.page(request, session, "更改密碼", '<nav class="breadcrumb" aria-label="breadcrumb"><ol><li><a href="/dashboard">首頁</a></li><li aria-current="page">更改密碼</li></ol></nav><h1>更改密碼</h1>' + self.form(session, "/password", inside, "patch", 'data-controller="strength"'), status, self.nav(session))

    ATTRS = (("surname_en", "english_surname", "英文姓", "ex:Chen(陳)"), ("given_name_en", "english_given", "英文首名", "ex: Yi-Fen(怡芬)"), ("middle_name_en", "english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填"),
             ("office_phone", "office_phone", "辦公室電話", "ex:61234或23123456"), ("home_phone", "home_phone", "住宅電話", "ex:0223123456"), ("mobile", "mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))

    def inner(self, request: Request) -> Response:
        if request.method == "POST":
            self.takes(request, **{"contact[mobile]": "mobile_phone"})
        sid, session = self.begin(request)
        return self.common(request, session) or self.finish(request, sid, self.route_inner(request, session))

    def route_inner(self, request: Request, session: dict[str, Any]) -> Response:
        path = request.path
        if path == "/sso":
            session["owner"] = self.tickets.pop(request.query.get("SESSION", ""), "")
            return self.see("/me/contact/edit")
        if session.get("owner") not in self.stores["portal"]:
            return self.page(request, session, "請重新登入", '<h1>連線已結束</h1><p role="alert">請回 PORTAL 重新登入。</p>', 401)
        back = f'<nav><a href="{self.urls["portal"]}/dashboard">回功能選單</a></nav>'
        values = {attr: self.truth.saved_contact.get(key, getattr(self.truth.person, key)) for attr, key, *_ in self.ATTRS}
        errors: dict[str, str] = {}
        person = self.truth.person
        who = f"<p>員工編號：{person.employee_id}　姓名：{person.name}</p>"
        if path == "/me/contact" and self.verb(request) in ("PATCH", "PUT"):
            values = {attr: self.last(request, f"contact[{attr}]").strip() for attr, *_ in self.ATTRS}
            if not all(request.has(f"contact[{attr}]") for attr in values):
                return Response("Bad Request: param is missing", 400)
            if not re.fullmatch(r"09\d{8}", values["mobile"]):
                errors["mobile"] = "行動電話必須是 09 開頭的 10 碼數字"
            if not re.fullmatch(r"[A-Za-z' -]+", values["surname_en"]):
                errors["surname_en"] = "英文姓只能使用英文字母"
            if not errors:
                self.truth.saved_contact.update({key: values[attr] for attr, key, *_ in self.ATTRS})
                self.truth.counts["contact_saved"] += 1
                session["flash"] = {"notice": "您的連絡資料已經更新。"}
                return self.see("/me/contact")
        elif path == "/me/contact":
            facts = "".join(f"<dt>{label}</dt><dd>{escape(values[attr]) or '—'}</dd>" for attr, _, label, _ in self.ATTRS)
            return self.page(request, session, "個人連絡資料", f'<h1>個人連絡資料</h1>{who}<dl>{facts}</dl><p><a class="btn" href="/me/contact/edit">再次編輯</a></p>', nav=back)
        elif path != "/me/contact/edit":
            return self.page(request, session, "找不到頁面", "<h1>找不到頁面</h1>", 404)
        rows = "".join(self.row("contact", attr, label, "tel" if "phone" in key else "text", values[attr], hint, errors=errors) for attr, key, label, hint in self.ATTRS)
        save = '<div class="actions actions--sticky"><button name="commit" value="save" type="submit" class="btn btn--primary"><i class="icon-save" aria-hidden="true"></i> 異動儲存</button></div>'
        return self.page(request, session, "維護個人連絡資料", "<h1>台大醫院---維護個人連絡資料</h1>" + who + self.form(session, "/me/contact", self.explain("contact", errors) + save + rows, "patch", 'id="edit_contact"'), 422 if errors else 200, back)

    def account(self, request: Request) -> Response:
        if request.method == "POST":
            self.takes(request, **{"verification[employee_no]": "employee_id", "verification[otp]": "code", "phone_challenge[mobile]": "registered_phone", "cloud_account[alias]": "alias",
                                   "cloud_account[password]": "cloud_password", "cloud_account[password_confirmation]": "cloud_password_again"})
        sid, session = self.begin(request)
        return self.common(request, session) or self.finish(request, sid, self.route_account(request, sid, session))

    def route_account(self, request: Request, sid: str, session: dict[str, Any]) -> Response:
        path, verb = request.path, self.verb(request)
        if path == "/":
            return self.page(request, session, "網路帳號服務", """<h1>網路帳號服務</h1><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<details open><summary><h2>《規範》</h2></summary><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul></details>
<details><summary><h2>《常見問題與服務》</h2></summary><h3>密碼修改後多久可以生效</h3><p>即時生效。</p><h3>忘記密碼</h3><p>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></details>
<div class="entries"><form class="button_to" method="get" action="/activation/new"><button class="btn btn--primary btn--xl" type="submit">啟用網路帳號及首次雲端帳號密碼設定</button></form><p>啟用本院微軟相關服務，如：Office365, Outlook...</p>
<form class="button_to" method="get" action="/reset/new"><button class="btn btn--xl" type="submit">重置雲端服務密碼</button></form><p>重設非Portal帳號的密碼</p>
<a class="btn btn--xl" href="/vpn_extensions">總院廠商VPN展延申請</a></div>""")
        match = re.fullmatch(r"/(activation|reset)/(new|verification|challenge|phone|setup|done)", path)
        if path == "/leave" and verb == "DELETE":
            if "account:" + sid in self.truth.sessions:
                self.truth.sessions.discard("account:" + sid)
                self.truth.counts["sign_out_account"] += 1
            for key in ("kind", "emp", "otp", "proved"):
                session.pop(key, None)
            session["flash"] = {"notice": "已結束本次作業。"}
            return self.see("/")
        if not match:
            return self.page(request, session, "找不到頁面", "<h1>找不到頁面</h1>", 404)
        kind, step = match.groups()
        if step == "new":
            self.truth.sessions.discard("account:" + sid)
            for key in ("emp", "otp", "proved", "dialog"):
                session.pop(key, None)
            session["kind"] = kind
            return self.see(f"/{kind}/verification")
        if session.get("kind") != kind:
            session["flash"] = {"alert": "作業逾時，請從頭開始。"}
            return self.see("/")
        if step == "verification" and request.method == "GET":
            return self.verification(request, session, kind, {})
        if step in ("verification", "challenge") and request.method == "POST":
            session["emp"] = self.last(request, "verification[employee_no]").strip()
            session.pop("dialog", None)
            if session["emp"] != self.truth.person.employee_id:
                return self.verification(request, session, kind, {"employee_no": "找不到這個網路帳號"}, 422)
            if step == "challenge":
                session["dialog"] = "phone"
                session["asked"] = True
                return self.see(f"/{kind}/verification")
            code, at = session.get("otp") or ("", 0.0)
            error = ""
            if not code:
                error = "還沒有發送動態碼，請先按「發送簡訊動態碼」"
            elif time.time() - at > 120:
                error = "動態碼已超過 2 分鐘失效，請重新發送"
            elif self.last(request, "verification[otp]").strip() != code:
                error = "動態碼不正確"
            if error:
                self.truth.counts["code_refused"] += 1
                return self.verification(request, session, kind, {"otp": error}, 422)
            session.pop("otp")
            session["proved"] = True
            self.truth.sessions.add("account:" + sid)
            self.truth.counts["code_accepted"] += 1
            return self.see(f"/{kind}/setup")
        if step == "phone" and request.method == "POST":
            if not session.pop("asked", False):
                session["flash"] = {"alert": "請先輸入員工編號。"}
                return self.see(f"/{kind}/verification")
            session.pop("dialog", None)
            if self.last(request, "commit") == "cancel":
                return self.see(f"/{kind}/verification")
            if self.last(request, "phone_challenge[mobile]").strip() != (self.truth.saved_contact.get("mobile_phone") or self.truth.person.mobile_phone):
                session["dialog"], session["asked"] = "phone", True
                return self.verification(request, session, kind, {"mobile": "手機門號與登記的資料不同，沒有發送簡訊"}, 422)
            session["otp"] = (self.truth.new_message(), time.time())
            session["dialog"] = "sent"
            return self.see(f"/{kind}/verification")
        if step in ("setup", "done") and session.get("proved"):
            return self.setup(request, session, kind, step)
        session["flash"] = {"alert": "請先完成身分驗證。"}
        return self.see(f"/{kind}/verification")

    NEW = 'id="new_verification"'
    TITLES = {"activation": "啟用網路帳號及首次雲端帳號密碼設定", "reset": "重置雲端服務密碼"}

    def verification(self, request: Request, session: dict[str, Any], kind: str, errors: dict[str, str], status: int = 200) -> Response:
        dialog = ""
        if session.get("dialog") == "phone":
            field = self.row("phone_challenge", "mobile", "請輸入帳號登記的手機門號(10碼)", "tel", more='maxlength="10" autocomplete="tel"', errors=errors)
            dialog = '<dialog open class="modal" aria-labelledby="dlg"><h2 id="dlg">發送簡訊動態碼</h2>' + self.form(session, f"/{kind}/phone", self.explain("phone_challenge", {k: v for k, v in errors.items() if k == "mobile"}) + field + '<div class="actions"><button name="commit" value="send" type="submit" class="btn btn--primary">確定發送</button> <button name="commit" value="cancel" type="submit" formnovalidate class="btn">取消</button></div>', extra='data-turbo-frame="_top"') + "</dialog>"
        elif session.pop("dialog", "") == "sent":
            dialog = '<dialog open class="modal"><h2>動態碼簡訊發送成功</h2><p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p><form method="dialog"><button class="btn btn--primary">確定</button></form></dialog>'
        own = {k: v for k, v in errors.items() if k != "mobile"}
        inside = self.explain("verification", own) + self.row("verification", "employee_no", "網路帳號 / 主職員工編號", value=session.get("emp", ""), more='maxlength="6" inputmode="numeric"', errors=own)
        inside += f'<button name="commit" value="challenge" type="submit" formaction="/{kind}/challenge" formnovalidate class="btn">發送簡訊動態碼</button>'
        inside += self.row("verification", "otp", "簡訊(或MOTP)動態碼", hint="2分鐘內有效", more='maxlength="6" inputmode="numeric" autocomplete="one-time-code"', errors=own)
        inside += '<div class="actions"><button name="commit" value="next" type="submit" class="btn btn--primary">下一步 <span aria-hidden="true">→</span></button></div>'
        notes = "<aside><h2>注意事項</h2><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>限尚未啟用雲端服務帳號者使用，雲端服務帳號於首次設定之隔日生效。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></aside>"
        return self.page(request, session, "身分驗證", f'<p class="steps" aria-label="進度"><b>1 身分驗證</b> › 2 設定</p><h1>{self.TITLES[kind]}</h1>{notes}<turbo-frame id="verification" target="_top">{self.form(session, f"/{kind}/verification", inside, extra=self.NEW)}{dialog}</turbo-frame>', status)

    def setup(self, request: Request, session: dict[str, Any], kind: str, step: str) -> Response:
        truth, person = self.truth, self.truth.person
        leave = "<nav>" + self.form(session, "/leave", '<button class="btn btn--link" type="submit">結束並離開</button>', "delete", 'class="button_to"') + "</nav>"
        if step == "done":
            words = f"<p>您的信箱 <strong>{escape(truth.alias)}@ntuh.gov.tw</strong> 明天起就可以使用囉！</p>" if kind == "activation" else "<p>請改用新的雲端服務密碼登入各項服務。</p>"
            return self.page(request, session, "完成", f"<h1>大功告成 🎉</h1>{words}", nav=leave)
        facts = f"<dl><dt>網路帳號 / 主職員工編號</dt><dd>{person.employee_id}</dd><dt>帳號姓名</dt><dd>{person.name}</dd><dt>主職單位</dt><dd>{person.unit}</dd><dt>有效期限</dt><dd>{person.valid_until}</dd></dl>"
        alias, errors = self.last(request, "cloud_account[alias]").strip(), {}
        if kind == "activation" and truth.alias:
            if request.method == "POST":
                session["flash"] = {"alert": "雲端服務不能重複啟用。"}
            return self.page(request, session, "帳號狀態", f'<h1>設定密碼與郵件別名</h1>{facts}<section class="card"><p><span class="badge badge--success">使用中</span> 您先前已經開通雲端服務，不需要再做一次。</p><p>雲端服務帳號 (電子郵件名稱)：{escape(truth.alias)}@ntuh.gov.tw</p></section>', 409 if request.method == "POST" else 200, leave)
        if request.method == "POST":
            if self.last(request, "commit") == "cancel":
                session["flash"] = {"notice": "已取消，沒有任何變更。"}
                return self.see("/")
            password = self.last(request, "cloud_account[password]")
            if kind == "reset" and not truth.alias:
                errors["password"] = "您還沒有啟用雲端服務，無法重置"
            if kind == "activation" and not re.fullmatch(r"[a-zA-Z0-9](?:[a-zA-Z0-9._-]{0,62}[a-zA-Z0-9])", alias):
                errors["alias"] = "電子郵件名稱格式不正確（英數字、點、減號、底線，最長 64 字元）"
            elif kind == "activation" and alias.lower() == "taken.name":
                errors["alias"] = "這個電子郵件名稱已經被使用了"
            if not 8 <= len(password) <= 72 or not re.search("[A-Za-z]", password) or not re.search(r"\d", password):
                errors["password"] = "雲端密碼至少 8 個字元，且要同時有英文與數字"
            elif password == truth.portal_password:
                errors["password"] = "雲端密碼不可以跟 PORTAL 密碼相同"
            if password != self.last(request, "cloud_account[password_confirmation]"):
                errors["password_confirmation"] = "兩次輸入的雲端密碼不一致"
            if not errors:
                truth.cloud_password = password
                if kind == "activation":
                    truth.alias = alias
                    truth.counts["activated"] += 1
                session["flash"] = {"notice": "雲端服務開通完成。" if kind == "activation" else "雲端服務密碼更新完成。"}
                return self.see(f"/{kind}/done")
        inside = self.explain("cloud_account", errors)
        if kind == "activation":
            inside += self.row("cloud_account", "alias", "雲端服務帳號 (電子郵件名稱)", value=alias, hint="@ntuh.gov.tw 名稱長度限64字元內", more='maxlength="64" autocapitalize="none" spellcheck="false"', errors=errors)
        inside += self.row("cloud_account", "password", "設定雲端密碼", "password", hint="至少 8 個字元，英文與數字都要有", more='autocomplete="new-password"', errors=errors) + self.row("cloud_account", "password_confirmation", "再次輸入雲端密碼", "password", more='autocomplete="new-password"', errors=errors)
        go, stop = ("啟用雲端服務", "取消啟用") if kind == "activation" else ("儲存新密碼", "取消")
        inside += f'<div class="actions"><button name="commit" value="cancel" type="submit" formnovalidate class="btn">{stop}</button> <button name="commit" value="save" type="submit" class="btn btn--primary">{go}</button></div><p class="hint">服務於設定完成隔日生效</p>'
        head = "設定密碼與郵件別名" if kind == "activation" else "重置雲端服務密碼"
        return self.page(request, session, head, f"<h1>{head}</h1>{facts}" + self.form(session, f"/{kind}/setup", inside), 422 if errors else 200, leave)

    def mail(self, request: Request) -> Response:
        if request.method == "POST":
            self.takes(request, login="mail_account", password="mail_password", captcha="captcha")
        sid, session = self.begin(request)
        return self.common(request, session) or self.finish(request, sid, self.route_mail(request, sid, session))

    def route_mail(self, request: Request, sid: str, session: dict[str, Any]) -> Response:
        path, verb, truth = request.path, self.verb(request), self.truth
        if path == "/sign_in" and verb == "POST":
            error = ""
            if not self.captcha_right(request, False):
                error = "驗證碼不對"
            elif not truth.alias or self.last(request, "login").strip().lower().removesuffix("@ntuh.gov.tw") != truth.alias.lower() or self.last(request, "password") != truth.cloud_password:
                error = "帳號或密碼不對"
            if not error:
                session["box"] = True
                truth.sessions.add("mail:" + sid)
                truth.counts["mail_sign_in"] += 1
                session["flash"] = {"notice": "登入成功"}
                return self.see("/inbox")
            return self.sign_in(request, session, error)
        if path == "/sign_in":
            return self.sign_in(request, session, "")
        if not session.get("box"):
            return self.see("/sign_in")
        if path == "/sign_out" and verb == "DELETE":
            session.pop("box")
            truth.sessions.discard("mail:" + sid)
            truth.counts["sign_out_mail"] += 1
            return self.see("/sign_in")
        nav = "<nav>" + self.form(session, "/sign_out", '<button type="submit" class="btn btn--link">登出</button>', "delete", 'class="button_to"') + "</nav>"
        return self.page(request, session, "收件匣", '<h1>收件匣</h1><ul class="threads"><li><a href="/inbox/1"><b>資訊室</b> 歡迎加入</a></li></ul>', nav=nav)

    def sign_in(self, request: Request, session: dict[str, Any], error: str) -> Response:
        inside = f"""{self.explain("session", {"login": error} if error else {})}<div class="field"><label for="session_login">帳號:</label><input type="text" name="login" id="session_login" autocomplete="username" value="{escape(self.last(request, 'login'))}" /></div>
<div class="field"><label for="session_pw">密碼:</label><input type="password" name="password" id="session_pw" autocomplete="current-password" /></div>{self.captcha("mail")}
<div class="field"><input name="remember" type="hidden" value="0" autocomplete="off" /><input type="checkbox" value="1" name="remember" id="remember" /><label for="remember">記住登入資訊 (公用電腦請勿勾選)</label></div>
<button name="button" type="submit" class="btn btn--primary">登入信箱</button>"""
        return self.page(request, session, "登入", "<h1>電子信箱</h1>" + self.form(session, "/sign_in", inside) + "<aside><h2>公佈欄</h2><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p></aside>", 422 if error else 200)

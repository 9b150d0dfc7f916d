"""A Rails 7 site of a university spin-off: English ids, Chinese labels, Turbo switched off, 422 and 303, `_method`, flash messages.

The developers: three graduates of the university's incubator. They name by resource (session[staff_no], contact_card[mobile]), scaffold
everything, hand check boxes the hidden 0, and forgot to translate the headings of the error lists; the captcha came from a gem's README.
"""

from __future__ import annotations

import base64
import re
import secrets
import time
from html import escape as h

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

CAMPUSES = {"1": "總院區 Main Campus", "2": "北護分院 Beihu", "3": "新竹臺大分院 Hsinchu", "4": "雲林分院 Yunlin"}
CARD = {"surname_en": "english_surname", "given_name_en": "english_given", "middle_name_en": "english_middle", "office_phone": "office_phone", "home_phone": "home_phone", "mobile": "mobile_phone"}


class Seat:
    """What a session cookie stands for."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.tokens: set[str] = set()
        self.flash: tuple[str, str] | None = None
        self.data: dict[str, str] = {}


class TheSite(Site):
    title = "Rails 7 of a university spin-off, Turbo off"

    def __init__(self) -> None:
        super().__init__()
        self.jar: dict[str, Seat] = {}
        self.handoffs: dict[str, str] = {}
        self.captcha_keys: dict[str, str] = {}
        self.shown_key = ""
        self.otp: dict[str, float] = {}

    def open_seat(self, request: Request, cookie: str) -> tuple[str, Seat]:
        key = request.cookies.get(cookie, "")
        if key in self.jar and self.jar[key].host == request.host:
            return key, self.jar[key]
        key = secrets.token_urlsafe(32)
        self.jar[key] = Seat(request.host)
        return key, self.jar[key]

    def token(self, seat: Seat) -> str:
        value = base64.urlsafe_b64encode(secrets.token_bytes(48)).decode()
        seat.tokens.add(value)
        return f'<input type="hidden" name="authenticity_token" value="{value}" autocomplete="off" />'

    def form(self, seat: Seat, action: str, inner: str, method: str = "post", css: str = "") -> str:
        hidden = f'<input type="hidden" name="_method" value="{method}" autocomplete="off" />' if method != "post" else ""
        return f'<form class="{css}" data-turbo="false" action="{action}" accept-charset="UTF-8" method="post">{hidden}{self.token(seat)}\n{inner}</form>'

    def button_to(self, seat: Seat, text: str, action: str, method: str) -> str:
        return f'<form class="button_to" method="post" action="{action}"><input type="hidden" name="_method" value="{method}" autocomplete="off" /><button class="btn btn-outline-secondary btn-sm" type="submit">{text}</button>{self.token(seat)}</form>'

    @staticmethod
    def field(model: str, name: str, label: str, kind: str = "text", value: str = "", hint: str = "", wrong: str = "", more: str = "") -> str:
        box = f'<input class="form-control{" is-invalid" if wrong else ""}" type="{kind}" value="{h(value)}" name="{model}[{name}]" id="{model}_{name}" {more}/>'
        if kind == "password":
            box = box.replace(' value=""', "")
        if wrong:
            box = f'<div class="field_with_errors">{box}</div><div class="invalid-feedback">{wrong}</div>'
        return f'<div class="mb-3"><label class="form-label" for="{model}_{name}">{label}</label>{box}{f"<div class=form-text>{hint}</div>" if hint else ""}</div>\n'

    def render(self, key: str, seat: Seat, cookie: str, title: str, body: str, status: int = 200, nav: str = "") -> Response:
        flash = ""
        if seat.flash:
            kind, text = seat.flash
            flash = f'<div class="alert alert-{kind} alert-dismissible fade show" role="alert">{text}<button type="button" class="btn-close" data-bs-dismiss="alert" aria-label="Close"></button></div>'
            seat.flash = None
        return Response(f"""<!DOCTYPE html>
<html lang="zh-Hant-TW">
  <head>
    <title>{title} | MediBridge</title>
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <meta name="csrf-param" content="authenticity_token" />
    <meta name="csrf-token" content="{secrets.token_urlsafe(40)}" />
    <meta name="turbo-visit-control" content="reload">
    <link rel="stylesheet" href="/assets/application-{secrets.token_hex(8)}.css" />
  </head>
  <body data-turbo="false">
    <nav class="navbar navbar-expand-lg"><a class="navbar-brand" href="/">臺大醫院 <small>by MediBridge</small></a>{nav}</nav>
    <main class="container py-4">{flash}
{body}
    </main>
    <footer class="text-muted small">MediBridge Inc. v2.4.1</footer>
  </body>
</html>
""", status, headers=[("Set-Cookie", f"{cookie}={key}; path=/; HttpOnly; SameSite=Lax"), ("Cache-Control", "no-store")])

    def verb(self, request: Request, seat: Seat) -> tuple[str, Response | None]:
        """The true verb of a request, and the refusal of one without a token that was given out."""
        if request.method != "POST":
            return "get", None
        if request.get("authenticity_token") not in seat.tokens:
            return "post", Response("<html><head><title>The change you wanted was rejected (422)</title></head><body><h1>The change you wanted was rejected.</h1><p>Maybe you tried to change something you didn't have access to.</p></body></html>", 422)
        return request.get("_method", "post").lower(), None

    @staticmethod
    def missing() -> Response:
        return Response("<html><head><title>The page you were looking for doesn't exist (404)</title></head><body><h1>The page you were looking for doesn't exist.</h1></body></html>", 404)

    def see(self, to: str, key: str, cookie: str) -> Response:
        return redirect(to, ("Set-Cookie", f"{cookie}={key}; path=/; HttpOnly; SameSite=Lax"), status=303)

    def new_captcha_key(self, owner: str) -> str:
        key = secrets.token_hex(20)
        self.captcha_keys[key] = owner
        return key

    def captcha_ok(self, request: Request, model: str, owner: str) -> bool:
        key, text, self.truth.captcha = request.get(f"{model}[captcha_key]"), self.truth.captcha, ""
        mine = self.captcha_keys.pop(key, "") == owner and key == self.shown_key
        return mine and bool(text) and request.get(f"{model}[captcha]").strip().upper() == text.upper()

    def captcha_file(self, request: Request, letters: str, length: int) -> Response:
        key = request.path.rpartition("/")[2].partition(".")[0]
        if key not in self.captcha_keys:
            return self.missing()
        self.shown_key = key
        return Response(picture(self.truth.new_captcha(letters, length), "JPEG", (140, 40)), kind="image/jpeg", headers=[("Cache-Control", "no-store")])

    def portal(self, request: Request) -> Response:
        ck = "_medibridge_session"
        key, seat = self.open_seat(request, ck)
        path = request.path
        if path.startswith("/captchas/"):
            return self.captcha_file(request, "123456789BDFHJLNPRTVXZ", 6)
        if path == "/session" and request.method == "POST":
            self.takes(request, **{"session[campus_id]": "campus", "session[staff_no]": "employee_id", "session[password]": "portal_password", "session[captcha]": "captcha"})
        verb, no = self.verb(request, seat)
        if no:
            return no
        if path == "/":
            return self.see("/dashboard" if seat.data.get("user") else "/session/new", key, ck)
        if path == "/session/new" and verb == "get":
            return self.sign_in_page(key, seat, ck)
        if path == "/session" and verb == "post":
            if request.get("session[campus_id]") not in CAMPUSES:
                problem = "請選擇院區"
                self.captcha_ok(request, "session", key)
            elif not self.captcha_ok(request, "session", key):
                problem = "圖形驗證未通過，請再試一次"
            elif request.get("session[staff_no]").strip() != self.truth.person.employee_id or request.get("session[password]") != self.truth.portal_password or request.get("session[campus_id]") != "1":
                problem = "Invalid login：帳號與密碼的組合不存在"
            else:
                self.jar.pop(key)
                key = secrets.token_urlsafe(32)
                self.jar[key] = Seat("portal")
                self.jar[key].data["user"] = "1"
                self.jar[key].flash = ("success", "歡迎回來！Signed in.")
                self.truth.sessions.add("portal:" + key)
                self.truth.counts["sign_in"] += 1
                return self.see("/announcements/12", key, ck)
            self.truth.counts["sign_in_refused"] += 1
            seat.flash = ("danger", problem)
            return self.sign_in_page(key, seat, ck, request, 422)
        if not seat.data.get("user"):
            seat.flash = ("warning", "請先登入")
            return self.see("/session/new", key, ck)
        nav = f'<form action="/search" method="get" class="d-flex"><input type="search" name="q" placeholder="Search…" aria-label="Search" class="form-control"></form><span class="navbar-text">{self.truth.person.name} 您好!</span>' + self.button_to(seat, "登出", "/session", "delete")
        if path == "/session" and verb == "delete":
            self.takes(request)
            self.jar.pop(key)
            self.truth.sessions.discard("portal:" + key)
            for other in [k for k, v in self.jar.items() if v.data.get("parent") == key]:
                self.jar.pop(other)
            self.truth.counts["sign_out_portal"] += 1
            key, seat = self.open_seat(Request("portal", "GET", "/", {}, [], {}, request.headers, b""), ck)
            seat.flash = ("info", "您已登出 Signed out.")
            return self.see("/session/new", key, ck)
        if path == "/announcements/12" and verb == "get":
            return self.render(key, seat, ck, "公告", "<article><h1>系統公告</h1><p>本系統將於週日 02:00–04:00 進行維護。<br>實習學生第一次登入後請更改預設密碼。</p></article>" + self.form(seat, "/announcements/12/acknowledgement", '<input type="hidden" name="acknowledgement[never_again]" value="0"><input type="checkbox" name="acknowledgement[never_again]" id="ack_never" value="1"><label for="ack_never">不再顯示</label> <button name="button" type="submit" class="btn btn-primary">繼續 Continue</button>', "patch"), nav=nav)
        if path == "/announcements/12/acknowledgement" and verb == "patch":
            self.takes(request)
            return self.see("/dashboard", key, ck)
        if path == "/dashboard":
            inner = self.urls["inner"]
            def entry(text: str, sub: str, to: str) -> str:
                pass_word = secrets.token_urlsafe(16)
                self.handoffs[pass_word] = key
                href = f"{inner}/handoff?sgid={pass_word}&amp;return_to={to.replace('/', '%2F')}" if to else "/coming_soon"
                return f'<div class="col"><div class="card h-100"><div class="card-body"><h5 class="card-title"><i class="bi bi-person"></i> <a class="stretched-link" href="{href}">{text}</a></h5><p class="card-text text-muted">{sub}</p></div></div></div>'
            cards = entry("更改密碼", "Change password", "/me/password/edit") + entry("個人簽章提醒設定", "Reminders", "") + entry("查詢員工連絡資料", "Directory", "") + entry("維護個人連絡資料", "Contact card", "/me/contact_card/edit") + entry("員工扣繳憑單查詢", "Tax", "")
            return self.render(key, seat, ck, "Dashboard", f'<ul class="nav nav-tabs"><li class="nav-item"><a class="nav-link" href="/coming_soon">醫療系統</a></li><li class="nav-item"><a class="nav-link" href="/coming_soon">行政系統</a></li><li class="nav-item"><a class="nav-link active" href="/dashboard">個人管理</a></li></ul><p>總院差勤待簽 0 未核准 0 被駁回 0</p><div class="row row-cols-3">{cards}</div>', nav=nav)
        if path == "/coming_soon":
            return self.render(key, seat, ck, "Coming soon", '<p>即將推出 Coming soon</p><a href="/dashboard">Back</a>', nav=nav)
        return self.missing()

    def sign_in_page(self, key: str, seat: Seat, ck: str, request: Request | None = None, status: int = 200) -> Response:
        captcha, campus = self.new_captcha_key(key), request.get("session[campus_id]") if request else ""
        options = '<option value="">請選擇</option>' + "".join(f'<option {"selected=selected " if k == campus else ""}value="{k}">{v}</option>' for k, v in CAMPUSES.items())
        return self.render(key, seat, ck, "登入", "<h1>醫療資訊系統 <small>Sign in</small></h1>" + self.form(seat, "/session", (
            f'<div class="mb-3"><label class="form-label" for="session_campus_id">院區 <small class="text-muted">Campus</small></label><select class="form-select" required="required" name="session[campus_id]" id="session_campus_id">{options}</select></div>'
            + self.field("session", "staff_no", '帳號 <small class="text-muted">Staff no.</small>', value=request.get("session[staff_no]") if request else "", more='autofocus="autofocus" inputmode="numeric" ')
            + self.field("session", "password", '密碼 <small class="text-muted">Password</small>', "password", more='autocomplete="current-password" ')
            + f'<input type="hidden" value="{captcha}" autocomplete="off" name="session[captcha_key]" id="session_captcha_key" /><img class="captcha" alt="captcha" src="/captchas/{captcha}.jpg" />'
            + self.field("session", "captcha", '驗證碼 <small class="text-muted">Captcha (case-insensitive)</small>', more='maxlength="6" autocomplete="off" ')
            + '<input type="submit" name="commit" value="登入 Sign in" class="btn btn-primary" data-disable-with="登入中…" />'
        ), css="new_session") + '<p><a href="/session/new">換一張驗證碼</a>　如無法登入請撥 261120</p>', status)

    def inner(self, request: Request) -> Response:
        ck = "_medibridge_hr_session"
        if request.path == "/handoff":
            parent = self.handoffs.pop(request.query.get("sgid", ""), "")
            to = request.query.get("return_to", "")
            if parent not in self.jar or to not in ("/me/password/edit", "/me/contact_card/edit"):
                return redirect(self.urls["portal"] + "/session/new", status=303)
            key = secrets.token_urlsafe(32)
            self.jar[key] = Seat("inner")
            self.jar[key].data["parent"] = parent
            return self.see(to, key, ck)
        key, seat = self.open_seat(request, ck)
        if request.method == "POST":
            self.takes(request, **{"user[current_password]": "old_password", "user[password]": "new_password", "user[password_confirmation]": "new_password_again", "contact_card[mobile]": "mobile_phone"})
        if seat.data.get("parent") not in self.jar:
            return redirect(self.urls["portal"] + "/session/new", status=303)
        verb, no = self.verb(request, seat)
        if no:
            return no
        nav = f'<a class="nav-link" href="{self.urls["portal"]}/dashboard">← 回功能選單</a>'
        if request.path in ("/me/password", "/me/password/edit"):
            wrong: dict[str, str] = {}
            if request.path == "/me/password" and verb in ("patch", "put"):
                old, new, again = (request.get(f"user[{n}]") for n in ("current_password", "password", "password_confirmation"))
                if old != self.truth.portal_password:
                    wrong["current_password"] = "目前密碼不正確"
                if len(new) < 8:
                    wrong["password"] = "過短（最短是 8 個字）"
                elif not (re.search("[a-zA-Z]", new) and re.search("[0-9]", new)):
                    wrong["password"] = "需包含英文及數字"
                if new != again:
                    wrong["password_confirmation"] = "與新密碼須一致"
                if not wrong:
                    self.truth.portal_password = new
                    self.truth.counts["password_changed"] += 1
                    seat.flash = ("success", "Password 已更新")
                    return self.see("/me/password/edit", key, ck)
                self.truth.counts["password_refused"] += 1
            elif request.path == "/me/password" or verb != "get":
                return self.missing()
            names = {"current_password": "請輸入舊密碼", "password": "請輸入新密碼", "password_confirmation": "請再輸入新密碼"}
            errors = f'<div id="error_explanation" class="alert alert-danger"><h2>{len(wrong)} error(s) prohibited this user from being saved:</h2><ul>{"".join(f"<li>{v}</li>" for v in wrong.values())}</ul></div>' if wrong else ""
            fields = "".join(self.field("user", n, label, "password", wrong=wrong.get(n, "")) for n, label in names.items())
            return self.render(key, seat, ck, "更改密碼", "<h1>更改密碼</h1>" + errors + self.form(seat, "/me/password", fields + '<p class="form-text">密碼設定條件：1.密碼長度不可少於8個字元 2.密碼內容需包含英文及數字</p><input type="submit" name="commit" value="更新" class="btn btn-primary" data-disable-with="更新" />', "patch", "edit_user"), 422 if wrong else 200, nav)
        if request.path in ("/me/contact_card", "/me/contact_card/edit"):
            now = {n: self.truth.saved_contact.get(m, getattr(self.truth.person, m)) for n, m in CARD.items()}
            wrong = {}
            if request.path == "/me/contact_card" and verb == "patch":
                if any(not request.has(f"contact_card[{n}]") for n in CARD) or request.get("contact_card[lock_version]") != str(self.truth.counts["contact_saved"]):
                    seat.flash = ("danger", "Attempted to update a stale object: ContactCard")
                    return self.see("/me/contact_card/edit", key, ck)
                now = {n: request.get(f"contact_card[{n}]").strip() for n in CARD}
                if not re.fullmatch(r"09\d{8}", now["mobile"]):
                    wrong["mobile"] = "是無效的"
                if not now["surname_en"]:
                    wrong["surname_en"] = "不能是空白字元"
                if not wrong:
                    self.truth.saved_contact = {m: now[n] for n, m in CARD.items()}
                    self.truth.counts["contact_saved"] += 1
                    seat.flash = ("success", "連絡資料已儲存 Contact card was successfully updated.")
                    return self.see("/me/contact_card/edit", key, ck)
            elif request.path == "/me/contact_card" or verb != "get":
                return self.missing()
            one, m = self.truth.person, "contact_card"
            fields = "".join(self.field(m, n, label, "tel" if "phone" in n or n == "mobile" else "text", now[n], hint, wrong.get(n, "")) for n, label, hint in (
                ("surname_en", "英文姓", "ex:Chen(陳)"), ("given_name_en", "英文首名", "ex: Yi-Fen(怡芬)"), ("middle_name_en", "英文中名", "ex:Mary 為英文別名，如無，可不填"),
                ("office_phone", "辦公室電話", "ex:61234或23123456"), ("home_phone", "住宅電話", "ex:0223123456"), ("mobile", "行動電話 <small>Mobile</small>", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")))
            return self.render(key, seat, ck, "維護個人連絡資料", f'<h1>台大醫院---維護個人連絡資料</h1><dl class="row"><dt>員工編號</dt><dd>{one.employee_id}</dd><dt>姓名</dt><dd>{one.name}</dd></dl>' + self.form(seat, "/me/contact_card", f'<input autocomplete="off" type="hidden" value="{self.truth.counts["contact_saved"]}" name="contact_card[lock_version]" id="contact_card_lock_version" />' + fields + '<button name="button" type="submit" class="btn btn-primary"><i class="bi bi-save"></i> 異動儲存</button>', "patch", "edit_contact_card"), 422 if wrong else 200, nav)
        return self.missing()

    def account(self, request: Request) -> Response:
        ck = "_identity_session"
        key, seat = self.open_seat(request, ck)
        path = request.path
        if request.method == "POST":
            self.takes(request, **{"verification[staff_no]": "employee_id", "verification[otp]": "code", "sms[phone]": "registered_phone", "cloud_account[alias]": "alias", "cloud_account[password]": "cloud_password", "cloud_account[password_confirmation]": "cloud_password_again"})
        verb, no = self.verb(request, seat)
        if no:
            return no
        if path == "/":
            return self.render(key, seat, ck, "帳號服務", """<h1>網路帳號服務 <small>Identity</small></h1><section id="policy"><h2>《規範》</h2><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><p>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</p></section>
<section id="faq"><h2>《常見問題與服務》</h2><details><summary>密碼修改後多久可以生效</summary>即時生效。</details><details><summary>忘記密碼</summary>請您親自以下方按鈕取得簡訊後進行密碼設定。</details></section>
<div class="d-grid gap-2"><a class="btn btn-primary" href="/verification/new?purpose=activate"><i class="bi bi-cloud-plus"></i> 啟用網路帳號及首次雲端帳號密碼設定</a><small>啟用本院微軟相關服務，如：Office365, Outlook...</small><a class="btn btn-secondary" href="/verification/new?purpose=reset">重置雲端服務密碼</a><small>重設非Portal帳號的密碼</small><a class="btn btn-light" href="/vendors">總院廠商VPN展延申請</a></div>""")
        if path == "/verification/new" and verb == "get":
            if request.query.get("purpose") in ("activate", "reset"):
                seat.data["purpose"] = request.query["purpose"]
            return self.verification(key, seat, ck) if "purpose" in seat.data else self.see("/", key, ck)
        if "purpose" not in seat.data:
            return self.see("/", key, ck)
        if path == "/verification/phone":
            if verb == "post":
                staff = request.get("verification[staff_no]").strip()
                if not re.fullmatch(r"\d{6}", staff):
                    seat.flash = ("danger", "員工編號應為 6 位數字")
                    return self.verification(key, seat, ck, 422)
                seat.data["staff"] = staff
                return self.see("/verification/phone", key, ck)
            return self.phone(key, seat, ck)
        if path == "/verification/sms" and verb == "post":
            if seat.data.get("staff") != self.truth.person.employee_id or request.get("sms[phone]").strip() != self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone):
                seat.flash = ("danger", "手機門號與登記不符，請再確認")
                return self.phone(key, seat, ck, 422)
            self.otp = {self.truth.new_message(): time.time()}
            seat.flash = ("success", "動態碼簡訊發送成功！請將簡訊動態碼輸入後，按「下一步」")
            return self.see("/verification/new", key, ck)
        if path == "/verification" and verb == "post":
            seat.data["staff"] = request.get("verification[staff_no]").strip()
            born = self.otp.get(request.get("verification[otp]").strip())
            if born is not None and seat.data["staff"] == self.truth.person.employee_id:
                self.otp = {}
                if time.time() - born <= 120:
                    seat.data["proof"] = secrets.token_hex(8)
                    self.truth.sessions.add("account:" + seat.data["proof"])
                    self.truth.counts["code_accepted"] += 1
                    return self.see("/cloud_account/new" if seat.data["purpose"] == "activate" else "/cloud_account/password/edit", key, ck)
            self.truth.counts["code_refused"] += 1
            seat.flash = ("danger", "動態碼無效" if born is None else "動態碼逾期，請重新取得")
            return self.verification(key, seat, ck, 422)
        if "account:" + seat.data.get("proof", "") not in self.truth.sessions:
            seat.flash = ("warning", "請先完成身分驗證")
            return self.see("/verification/new", key, ck)
        nav = self.button_to(seat, "結束作業 Leave", "/verification", "delete")
        if path == "/verification" and verb == "delete":
            self.truth.sessions.discard("account:" + seat.data.pop("proof"))
            self.truth.counts["sign_out_account"] += 1
            return self.see("/", key, ck)
        new = request.get("cloud_account[password]")
        wrong = {}
        if len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
            wrong["password"] = "至少 8 個字元且包含英文及數字"
        elif new != request.get("cloud_account[password_confirmation]"):
            wrong["password_confirmation"] = "兩次輸入須一致"
        pair = [("password", "雲端密碼 <small>Password</small>"), ("password_confirmation", "確認雲端密碼 <small>Confirm</small>")]
        if path.startswith("/cloud_account/password") and seat.data["purpose"] == "reset":
            if verb == "patch":
                if not self.truth.alias:
                    wrong["password"] = "尚未啟用雲端服務帳號"
                if not wrong:
                    self.truth.cloud_password = new
                    seat.flash = ("success", "雲端密碼重置完成")
                    return self.see("/cloud_account/password/edit", key, ck)
            elif verb == "get":
                wrong = {}
            return self.render(key, seat, ck, "重置雲端服務密碼", "<h1>重置雲端服務密碼</h1>" + self.form(seat, "/cloud_account/password", "".join(self.field("cloud_account", n, t, "password", wrong=wrong.get(n, "")) for n, t in pair) + '<input type="submit" name="commit" value="更新密碼" class="btn btn-primary" />', "patch"), 422 if wrong else 200, nav)
        if path in ("/cloud_account", "/cloud_account/new") and seat.data["purpose"] == "activate":
            one, alias = self.truth.person, request.get("cloud_account[alias]").strip().lower()
            facts = '<dl class="row">' + "".join(f'<dt class="col-3">{a}</dt><dd class="col-9">{b}</dd>' for a, b in (("網路帳號 / 主職員工編號", one.employee_id), ("帳號姓名", one.name), ("主職單位", one.unit), ("有效期限", one.valid_until))) + "</dl>"
            if path == "/cloud_account" and verb == "post":
                if self.truth.alias:
                    wrong = {"alias": "已設定，無法再次啟用"}
                elif not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,63}", alias):
                    wrong["alias"] = "格式錯誤"
                elif alias == "taken.name":
                    wrong["alias"] = "已經被使用 has already been taken"
                if not wrong:
                    self.truth.alias, self.truth.cloud_password = alias, new
                    self.truth.counts["activated"] += 1
                    seat.flash = ("success", "太好了！雲端帳號建立完成 🎉")
                    return self.see("/cloud_account", key, ck)
            elif path == "/cloud_account" and verb == "get":
                wrong = {}
                if not self.truth.alias:
                    return self.see("/cloud_account/new", key, ck)
            else:
                wrong = {}
            if self.truth.alias:
                again = f'<div class="alert alert-danger">雲端服務帳號{wrong["alias"]}</div>' if wrong else ""
                return self.render(key, seat, ck, "雲端帳號", f'<h1>設定密碼與郵件別名</h1>{again}{facts}<p>Status: <span class="badge bg-success">Active 使用中</span> <strong>{self.truth.alias}@ntuh.gov.tw</strong></p><p>此帳號已開通雲端服務，毋須再次設定。</p>', 422 if wrong else 200, nav)
            return self.render(key, seat, ck, "設定密碼與郵件別名", f"<h1>設定密碼與郵件別名</h1>{facts}" + self.form(seat, "/cloud_account", (
                self.field("cloud_account", "alias", "雲端服務帳號 (電子郵件名稱) <small>Mail alias</small>", value=alias, hint="@ntuh.gov.tw 名稱長度限64字元內", wrong=wrong.get("alias", ""), more='maxlength="64" ')
                + "".join(self.field("cloud_account", n, t, "password", wrong=wrong.get(n, "")) for n, t in pair)
                + '<a class="btn btn-light" href="/">取消啟用</a> <input type="submit" name="commit" value="啟用雲端服務" class="btn btn-primary" data-confirm="確定？" data-disable-with="處理中" /><p>服務於設定完成隔日生效</p>'
            ), css="new_cloud_account"), 422 if wrong else 200, nav)
        return self.missing()

    def verification(self, key: str, seat: Seat, ck: str, status: int = 200) -> Response:
        name = "啟用網路帳號及首次雲端帳號密碼設定" if seat.data["purpose"] == "activate" else "重置雲端服務密碼"
        return self.render(key, seat, ck, name, f'<h1>{name}</h1><div class="alert alert-light"><h6>注意事項</h6><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div>' + self.form(seat, "/verification", (
            self.field("verification", "staff_no", "網路帳號 / 主職員工編號", value=seat.data.get("staff", ""), more='maxlength="6" ')
            + '<button name="button" type="submit" class="btn btn-outline-primary" formaction="/verification/phone" formnovalidate="formnovalidate">發送簡訊動態碼</button>'
            + self.field("verification", "otp", "簡訊(或MOTP)動態碼", more='autocomplete="one-time-code" inputmode="numeric" required="required" ')
            + '<button name="button" type="submit" class="btn btn-primary">下一步</button>'
        ), css="new_verification"), status)

    def phone(self, key: str, seat: Seat, ck: str, status: int = 200) -> Response:
        return self.render(key, seat, ck, "手機門號", '<div class="modal-content"><div class="modal-header"><h5 class="modal-title">簡訊發送</h5></div><div class="modal-body">' + self.form(seat, "/verification/sms", self.field("sms", "phone", "請輸入帳號登記的手機門號(10碼)", "tel", more='maxlength="10" ') + '<input type="submit" name="commit" value="確定發送" class="btn btn-primary" data-disable-with="發送中" /> <a class="btn btn-link" href="/verification/new">取消</a>', css="new_sms") + "</div></div>", status)

    def mail(self, request: Request) -> Response:
        ck = "_postbox_session"
        key, seat = self.open_seat(request, ck)
        if request.path.startswith("/captchas/"):
            return self.captcha_file(request, "abcdefghkmnpqrstwxyz23456789", 5)
        m = "mailbox_user"
        if request.method == "POST":
            self.takes(request, **{f"{m}[login]": "mail_account", f"{m}[password]": "mail_password", f"{m}[captcha]": "captcha"})
        verb, no = self.verb(request, seat)
        if no:
            return no
        status = 200
        if request.path == "/sign_in" and verb == "post":
            if not self.captcha_ok(request, m, key):
                seat.flash = ("danger", "驗證碼錯誤")
            elif not self.truth.alias or request.get(f"{m}[login]").strip().lower().removesuffix("@ntuh.gov.tw") != self.truth.alias or request.get(f"{m}[password]") != self.truth.cloud_password:
                seat.flash = ("danger", "Invalid Login or password.")
            else:
                seat.data["box"] = "1"
                self.truth.sessions.add("mail:" + key)
                self.truth.counts["mail_sign_in"] += 1
                return self.see("/inbox", key, ck)
            status = 422
        elif request.path == "/sign_out" and verb == "delete" and seat.data.get("box"):
            self.jar.pop(key)
            self.truth.sessions.discard("mail:" + key)
            self.truth.counts["sign_out_mail"] += 1
            return redirect("/sign_in", status=303)
        elif request.path == "/inbox" and seat.data.get("box"):
            return self.render(key, seat, ck, "Inbox", f"<h1>收件匣 Inbox</h1><p>{self.truth.alias}@ntuh.gov.tw</p><ul><li>Welcome to NTUH Mail</li></ul>", nav=self.button_to(seat, "登出", "/sign_out", "delete"))
        elif request.path != "/sign_in":
            return self.see("/sign_in", key, ck)
        captcha = self.new_captcha_key(key)
        return self.render(key, seat, ck, "信箱登入", "<h2>電子郵件</h2>" + self.form(seat, "/sign_in", (
            self.field(m, "login", "帳號:") + self.field(m, "password", "密碼:", "password") + f'<input type="hidden" name="{m}[captcha_key]" value="{captcha}" /><img src="/captchas/{captcha}.jpg" alt="">' + self.field(m, "captcha", "驗證碼(小寫字母或數字):")
            + f'<input name="{m}[remember_me]" type="hidden" value="0" autocomplete="off" /><input type="checkbox" value="1" name="{m}[remember_me]" id="{m}_remember_me" /><label for="{m}_remember_me">記住登入資訊 (公用電腦請勿勾選)</label><br><input type="submit" name="commit" value="Log in 登入" class="btn btn-primary" />'
        ), css="new_mailbox_user") + "<aside><h5>公佈欄</h5>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</aside>", status)

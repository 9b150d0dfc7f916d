"""An internationalised site (Ruby on Rails): English on the first line, Chinese on the second, in everything it says."""

from __future__ import annotations

import html
import re
import secrets
import sys
import time
from pathlib import Path


from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402

CAMPUSES = [("main", "Main Campus", "總院區"), ("beihu", "Bei-Hu", "北護分院"), ("hsinchu", "Hsin-Chu", "新竹臺大分院"), ("yunlin", "Yun-Lin", "雲林分院")]
CONTACT = ["english_surname", "english_given", "english_middle", "office_phone", "home_phone", "mobile_phone"]
MENU = [
    ("Medical Systems", "醫療系統", [("Outpatient schedule", "門診表查詢", "schedule"), ("On-call table", "值班表", "oncall")]),
    ("Other Resources", "其他資源", [("Forms", "表單下載", "forms"), ("Library", "圖書館", "library")]),
    ("E-Learning", "數位學習", [("Course catalogue", "課程總表", "courses")]),
    ("Personal Management", "個人管理", [
        ("Change Password", "更改密碼", "*password"), ("Signature reminders", "個人簽章提醒設定", "sign"),
        ("Staff directory", "查詢員工連絡資料", "directory"), ("Maintain Personal Contact Information", "維護個人連絡資料", "*contact"),
        ("Withholding statement", "員工扣繳憑單查詢", "tax"),
    ]),
]


def e(text: str) -> str:
    return html.escape(text, quote=True)


class TheSite(Site):
    title = "english_mix"

    def __init__(self) -> None:
        super().__init__()
        self.stores: dict[str, dict] = {}
        self.tickets: dict[str, dict] = {}
        self.drawn: dict[str, str] = {}
        self.locale = "both"

    # ---- i18n
    def t(self, en: str, zh: str, between: str = "<br>") -> str:
        if self.locale == "zh":
            return f'<span lang="zh-Hant">{zh}</span>' if between == "<br>" else zh
        if between != "<br>":
            return en + between + zh
        return f'<span lang="en">{en}</span><br>\n<span lang="zh-Hant">{zh}</span>'

    def store(self, request: Request) -> dict:
        name = f"_hospital_{request.host}_session"
        key = request.cookies.get(name, "")
        if key not in self.stores:
            key = secrets.token_hex(16)
            self.stores[key] = {"key": key, "name": name, "new": True, "token": secrets.token_urlsafe(32), "flash": None, "locale": "both"}
        self.locale = self.stores[key]["locale"]
        return self.stores[key]

    def cookie(self, store: dict) -> list[tuple[str, str]]:
        return [("Set-Cookie", f"{store['name']}={store['key']}; path=/; HttpOnly; SameSite=Lax")]

    def page(self, store: dict, en: str, zh: str, main: str, status: int = 200, nav: str = "", back: str = "/") -> Response:
        flash, store["flash"] = store.get("flash"), None
        said = ""
        if flash:
            kind, first, second = flash
            said = f'<div class="flash flash-{kind}" role="status"><p>{self.t(e(first), e(second))}</p></div>'
        chosen = {k: " selected" if k == self.locale else "" for k in ("both", "zh")}
        return Response(f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{self.t(en, zh, " | ")}</title>
<meta name="viewport" content="width=device-width"><meta name="csrf-param" content="authenticity_token"><meta name="csrf-token" content="{store['token']}">
<style>body{{font-family:sans-serif;margin:0 2em}}.field{{margin:.7em 0}}.field label{{display:inline-block;width:16em;vertical-align:top}}
.flash-alert{{background:#fdd}}.flash-notice{{background:#dfd}}header form{{float:right}}</style></head>
<body><header><form class="language" action="/locale" method="get"><label for="locale">{self.t("Language", "語言", " ")}</label>
<select id="locale" name="locale"><option value="both"{chosen['both']}>English + 中文</option><option value="zh"{chosen['zh']}>中文</option></select>
<input type="hidden" name="back" value="{e(back)}"><button type="submit">{self.t("Switch", "切換", " ")}</button></form>
<h1>{self.t("University Hospital", "大學附設醫院")}</h1>{nav}</header>
<main><h2>{self.t(en, zh)}</h2>{said}{main}</main>
<footer><small>{self.t("Information Technology Office, ext. 261120", "資訊室 分機 261120")}</small></footer></body></html>""", status, headers=self.cookie(store))

    def say(self, store: dict, kind: str, en: str, zh: str) -> None:
        store["flash"] = (kind, en, zh)

    def to(self, store: dict, where: str) -> Response:
        return redirect(where, *self.cookie(store))

    def forged(self, request: Request, store: dict) -> Response | None:
        if request.get("authenticity_token") == store["token"]:
            return None
        return self.page(store, "The change you wanted was rejected.", "您送出的資料已被拒絕，請重新整理頁面再試", '<p><a href="/">' + self.t("Start again", "重新開始") + "</a></p>", 422)

    def switch(self, request: Request, store: dict) -> Response:
        self.takes(request)
        store["locale"] = "zh" if request.get("locale") == "zh" else "both"
        back = request.get("back", "/")
        return self.to(store, back if back.startswith("/") and not back.startswith("//") else "/")

    def begin(self, store: dict, action: str, method: str = "", more: str = "") -> str:
        hidden = f'<input type="hidden" name="_method" value="{method}" autocomplete="off">' if method else ""
        return f'<form action="{action}" accept-charset="UTF-8" method="post"{more}><input type="hidden" name="authenticity_token" value="{store["token"]}" autocomplete="off">{hidden}'

    def field(self, model: str, name: str, en: str, zh: str, value: str = "", kind: str = "text", hint: str = "", more: str = "") -> str:
        shown = f' value="{e(value)}"' if value else ""
        small = f"<small>{hint}</small>" if hint else ""
        return f'<div class="field"><label for="{model}_{name}">{self.t(en, zh)}</label> <input type="{kind}" name="{model}[{name}]" id="{model}_{name}"{shown}{more}> {small}</div>'

    def draw(self, host: str, letters: str = "", length: int = 6) -> Response:
        text = self.truth.new_captcha(letters, length) if letters else self.truth.new_captcha()
        self.drawn[host] = text
        return Response(picture(text, "PNG"), kind="image/png", headers=[("Cache-Control", "no-store")])

    def seen(self, host: str, answer: str) -> bool:
        text = self.drawn.pop(host, "")
        return bool(text) and text == self.truth.captcha and answer.strip().lower() == text.lower()

    # ---- portal
    def portal(self, request: Request) -> Response:
        store, path = self.store(request), request.path
        if path == "/":
            return self.to(store, "/users/sign_in")
        if path == "/locale":
            return self.switch(request, store)
        if path == "/rucaptcha":
            return self.draw("portal")
        if path == "/users/sign_in":
            return self.sign_in(request, store) if request.method == "POST" else self.sign_in_page(store)
        ticket = request.get("SESSION")
        if ticket not in self.tickets or self.tickets[ticket]["store"] != store["key"]:
            if path.startswith(("/home", "/users", "/pages")):
                self.say(store, "alert", "You need to sign in before continuing.", "請先登入後再繼續。")
                return self.to(store, "/users/sign_in")
            return Response("The page you were looking for doesn't exist.", 404)
        if path == "/users/sign_out":
            self.takes(request)
            if request.method == "POST" and (bad := self.forged(request, store)):
                return bad
            del self.tickets[ticket]
            self.truth.sessions.discard(f"portal:{ticket}")
            self.truth.counts["sign_out_portal"] += 1
            self.say(store, "notice", "Signed out successfully.", "您已成功登出。")
            return self.to(store, "/users/sign_in")
        if path.startswith("/pages/"):
            return self.page(store, "Not available", "本功能未開放", f'<p><a href="/home?SESSION={ticket}">{self.t("Back to menu", "回功能選單")}</a></p>')
        groups = ""
        for en, zh, entries in MENU:
            links = "".join(
                f'<li><a href="{self.urls["inner"] + "/" + name[1:] + "/edit" if name[0] == "*" else "/pages/" + name}?SESSION={ticket}">{self.t(first, second)}</a></li>'
                for first, second, name in entries
            )
            groups += f"<details open><summary>{self.t(en, zh, ' ')}</summary><ul>{links}</ul></details>"
        out = self.begin(store, f"/users/sign_out?SESSION={ticket}", "delete", ' class="button_to"') + f'<button type="submit">{self.t("Sign out", "登出系統")}</button></form>'
        return self.page(store, "Menu", "功能選單", f"<p>{self.t('Hello, ', '您好！ ', ' ')}{self.truth.person.name}</p>{groups}", nav=out, back=f"/home?SESSION={ticket}")

    def sign_in_page(self, store: dict, login: str = "", status: int = 200) -> Response:
        options = "".join(f'<option value="{v}">{self.t(a, b, " ")}</option>' for v, a, b in CAMPUSES)
        return self.page(store, "Hospital Portal", "PORTAL 系統", self.begin(store, "/users/sign_in", more=' class="new_user" id="new_user"') + f"""
<div class="field"><label for="user_campus">{self.t("Campus", "院區")}</label> <select name="user[campus]" id="user_campus">{options}</select></div>
{self.field("user", "login", "Account", "帳號", login, more=' autofocus autocomplete="username" maxlength="10"')}
{self.field("user", "password", "Password", "密碼", kind="password", more=' autocomplete="current-password"')}
<div class="field"><label for="user_captcha">{self.t("Verification code", "驗證碼")}</label> <input type="text" name="_rucaptcha" id="user_captcha" maxlength="6" autocomplete="off">
<img src="/rucaptcha?t={secrets.randbelow(10**9)}" alt="captcha" class="rucaptcha-image" onclick="this.src='/rucaptcha?t='+Date.now()">
<small>{self.t("Not case sensitive. Click on the picture for another one.", "不用區分大小寫，點圖可換一張")}</small></div>
<div class="actions"><button type="submit" name="commit" value="Sign in">{self.t("Sign in", "登入")}</button></div></form>
<p><a href="{self.urls.get('account', '')}/">{self.t("Network account service", "網路帳號服務")}</a></p>""", status, back="/users/sign_in")

    def sign_in(self, request: Request, store: dict) -> Response:
        self.takes(request, **{"user[campus]": "campus", "user[login]": "employee_id", "user[password]": "portal_password", "_rucaptcha": "captcha"})
        if bad := self.forged(request, store):
            return bad
        login = request.get("user[login]").strip()
        if not self.seen("portal", request.get("_rucaptcha")):
            self.say(store, "alert", "The verification code is wrong or has expired.", "驗證碼不正確或已過期。")
        elif request.get("user[campus]") not in {c[0] for c in CAMPUSES}:
            self.say(store, "alert", "Please select a campus.", "請選擇院區。")
        elif login != self.truth.person.employee_id or request.get("user[password]") != self.truth.portal_password:
            self.say(store, "alert", "Invalid account or password.", "帳號或密碼不正確。")
        else:
            ticket = secrets.token_hex(16).upper()
            self.tickets[ticket] = {"store": store["key"], "token": secrets.token_urlsafe(32), "flash": None, "locale": store["locale"]}
            self.truth.sessions.add(f"portal:{ticket}")
            self.truth.counts["sign_in"] += 1
            self.say(store, "notice", "Signed in successfully.", "登入成功。")
            return self.to(store, f"/home?SESSION={ticket}")
        self.truth.counts["sign_in_refused"] += 1
        return self.sign_in_page(store, login, 422)

    # ---- inner
    def inner(self, request: Request) -> Response:
        store, path, number = self.store(request), request.path, request.get("SESSION")
        if path == "/locale":
            return self.switch(request, store)
        if number not in self.tickets:
            return self.page(store, "Session expired", "連線逾時", f'<p><a href="{self.urls["portal"]}/">{self.t("Please sign in again.", "請重新登入。")}</a></p>', 401)
        nav = f"""<nav><a href="{self.urls['portal']}/home?SESSION={number}">{self.t("Back to menu", "回功能選單")}</a>
 &nbsp; <a href="{self.urls['portal']}/users/sign_out?SESSION={number}">{self.t("Sign out", "登出系統")}</a></nav>"""
        if path == "/password":
            self.takes(request, **{"employee[current_password]": "old_password", "employee[password]": "new_password", "employee[password_confirmation]": "new_password_again"})
            if bad := self.forged(request, store):
                return bad
            old, new, again = (request.get(f"employee[{k}]") for k in ("current_password", "password", "password_confirmation"))
            if old != self.truth.portal_password:
                wrong = ("Current password is incorrect.", "舊密碼輸入錯誤。")
            elif new != again:
                wrong = ("Password confirmation doesn't match.", "兩次輸入的新密碼不一致。")
            elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                wrong = ("Password must have at least 8 characters, with letters and digits.", "密碼須至少8個字元並包含英文及數字。")
            elif new == old:
                wrong = ("New password must differ from the current one.", "新密碼不可與舊密碼相同。")
            else:
                self.truth.portal_password = new
                self.truth.counts["password_changed"] += 1
                self.say(store, "notice", "Your password has been updated.", "您的密碼已更新。")
                return self.to(store, f"/password/edit?SESSION={number}")
            self.truth.counts["password_refused"] += 1
            self.say(store, "alert", *wrong)
            return self.to(store, f"/password/edit?SESSION={number}")
        if path == "/password/edit":
            return self.page(store, "Change Password", "更改密碼", self.begin(store, f"/password?SESSION={number}", "patch", ' class="edit_employee"') + f"""
{self.field("employee", "current_password", "Enter your old password:", "請輸入舊密碼：", kind="password")}
{self.field("employee", "password", "Enter your new password:", "請輸入新密碼：", kind="password", more=' minlength="8" autocomplete="new-password"')}
{self.field("employee", "password_confirmation", "Enter your new password again:", "請再輸入新密碼：", kind="password", more=' minlength="8" autocomplete="new-password"')}
<div class="field"><label>{self.t("Password strength:", "密碼強度檢核：")}</label> <meter id="strength" max="4" value="0"></meter></div>
<p>{self.t("Password requirements:", "密碼設定條件：")}</p><ol><li>{self.t("At least 8 characters", "密碼長度不可少於8個字元")}</li><li>{self.t("Letters and digits", "密碼內容需包含英文及數字")}</li></ol>
<div class="actions"><input type="submit" name="commit" value="{self.t("Change password", "更改密碼", "&#10;")}" data-disable-with="Saving..."></div></form>""", nav=nav, back=f"/password/edit?SESSION={number}")
        if path == "/contact":
            self.takes(request, **{"contact[mobile_phone]": "mobile_phone"})
            if bad := self.forged(request, store):
                return bad
            given = {k: request.get(f"contact[{k}]").strip() for k in CONTACT if request.has(f"contact[{k}]")}
            if len(given) < len(CONTACT) or not re.fullmatch(r"09\d{8}", given["mobile_phone"]):
                self.say(store, "alert", "Mobile phone is invalid (10 digits).", "行動電話格式不正確（10碼數字），資料未儲存。")
            else:
                self.truth.saved_contact = given
                self.truth.counts["contact_saved"] += 1
                self.say(store, "notice", "Contact information was successfully updated.", "連絡資料異動完成。")
            return self.to(store, f"/contact/edit?SESSION={number}")
        if path == "/contact/edit":
            person = self.truth.person
            now = {k: self.truth.saved_contact.get(k, getattr(person, k)) for k in CONTACT}
            save = f'<button type="submit" name="commit" value="save">{self.t("Save changes", "異動儲存")}</button>'
            return self.page(store, "Maintain Personal Contact Information", "維護個人連絡資料", self.begin(store, f"/contact?SESSION={number}", "patch", ' class="edit_contact"') + f"""<div class="actions">{save}</div>
{self.field("employee", "number", "Employee No.:", "員工編號：", person.employee_id, more=" disabled")}{self.field("employee", "name", "Name:", "姓名：", person.name, more=" disabled")}
{self.field("contact", "english_surname", "English surname:", "英文姓：", now["english_surname"], hint="ex: Chen(陳)")}
{self.field("contact", "english_given", "English first name:", "英文首名：", now["english_given"], hint="ex: Yi-Fen(怡芬)")}
{self.field("contact", "english_middle", "English middle name:", "英文中名：", now["english_middle"], hint="ex: Mary (optional 可不填)")}
{self.field("contact", "office_phone", "Office phone:", "辦公室電話：", now["office_phone"], hint="ex: 61234")}
{self.field("contact", "home_phone", "Home phone:", "住宅電話：", now["home_phone"], hint="ex: 0223123456")}
{self.field("contact", "mobile_phone", "Mobile phone:", "行動電話：", now["mobile_phone"], "tel", hint="ex: 0952000000")}
</form>""", nav=nav, back=f"/contact/edit?SESSION={number}")
        return Response("The page you were looking for doesn't exist.", 404)

    # ---- account
    def account(self, request: Request) -> Response:
        store, path = self.store(request), request.path
        if path == "/":
            return self.account_home(store)
        if path == "/locale":
            return self.switch(request, store)
        if path == "/sign_out":
            if store.pop("proved", None):
                self.truth.sessions.discard(f"account:{store['key']}")
                self.truth.counts["sign_out_account"] += 1
            self.say(store, "notice", "You have left the service.", "您已離開本服務。")
            return self.to(store, "/")
        if path == "/verification/new":
            store["for"] = "reset" if request.get("purpose") == "reset" else "activation"
            return self.verify_page(store)
        if path in ("/verification", "/verification/message") and request.method == "POST":
            return self.verify(request, store) if path == "/verification" else self.message(request, store)
        if path in ("/activation", "/activation/new", "/cloud_password", "/cloud_password/edit"):
            wanted = "activation" if path.startswith("/activation") else "reset"
            if request.method == "POST":
                self.takes(request, **{"cloud[mail_name]": "alias", "cloud[password]": "cloud_password", "cloud[password_confirmation]": "cloud_password_again"})
            if store.get("proved") != wanted:
                self.say(store, "alert", "Please verify your identity first.", "請先進行身分驗證。")
                return self.to(store, "/")
            if request.method == "POST" and (bad := self.forged(request, store)):
                return bad
            if wanted == "activation":
                return self.activate(request, store) if request.method == "POST" else self.activation_page(store)
            return self.reset(request, store)
        return Response("The page you were looking for doesn't exist.", 404)

    def account_home(self, store: dict) -> Response:
        return self.page(store, "Network Account Service", "網路帳號服務", f"""
<section><h3>{self.t("Regulations", "《規範》")}</h3><p>{self.t("The network account is your common account for many services. It must not be lent.", "網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用")}</p>
<ul><li>{self.t("Do not apply in the name of a colleague.", "請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。")}</li>
<li>{self.t("This is not the Portal password; do not set both alike.", "請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。")}</li></ul></section>
<section><h3>{self.t("FAQ and services", "《常見問題與服務》")}</h3><dl><dt>{self.t("When does a new password take effect?", "密碼修改後多久可以生效")}</dt><dd>{self.t("At once.", "即時生效。")}</dd>
<dt>{self.t("Forgot password", "忘記密碼")}</dt><dd>{self.t("Use the last entry below.", "請您親自以下方按鈕取得簡訊後進行密碼設定")}</dd></dl></section>
<ul class="services"><li><a class="btn" href="/verification/new?purpose=activation">{self.t("Activate Network Account and Set Initial Cloud Password", "啟用網路帳號及首次雲端帳號密碼設定")}</a></li>
<li><a class="btn" href="/verification/new?purpose=reset">{self.t("Reset Cloud Service Password", "重置雲端服務密碼")}</a></li></ul>""")

    def verify_page(self, store: dict, status: int = 200) -> Response:
        names = ("Reset Cloud Service Password", "重置雲端服務密碼") if store.get("for") == "reset" else ("Activate Network Account and Set Initial Cloud Password", "啟用網路帳號及首次雲端帳號密碼設定")
        return self.page(store, *names, self.begin(store, "/verification", more=' id="verification_form"') + f"""
<p>{self.t("The code is valid for 2 minutes.", "按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。")}</p>
<div class="field"><label for="verification_employee">{self.t("Network Account / Employee No.", "網路帳號 / 主職員工編號")}</label>
<input type="text" name="verification[employee]" id="verification_employee" maxlength="6" value="{e(store.get('asked', ''))}">
<button type="submit" name="commit" value="send">{self.t("Send SMS Code", "發送簡訊動態碼")}</button></div>
<div class="field"><label for="verification_code">{self.t("SMS (or MOTP) code", "簡訊(或MOTP)動態碼")}</label> <input type="text" name="verification[code]" id="verification_code" maxlength="8" autocomplete="one-time-code"></div>
<div class="actions"><button type="submit" name="commit" value="next">{self.t("Next", "下一步")}</button> <a href="/">{self.t("Back to the first page", "回首頁", " ")}</a></div></form>""", status, back=f"/verification/new?purpose={store.get('for', '')}")

    def verify(self, request: Request, store: dict) -> Response:
        self.takes(request, **{"verification[employee]": "employee_id", "verification[code]": "code"})
        if bad := self.forged(request, store):
            return bad
        store["asked"] = request.get("verification[employee]").strip()
        if store["asked"] != self.truth.person.employee_id:
            self.say(store, "alert", "This account does not exist.", "查無此帳號，請確認員工編號。")
            return self.verify_page(store, 422)
        if request.get("commit") == "send":
            store["ready"] = True
            return self.phone_page(store)
        sent, at = store.get("code", ""), store.get("at", 0.0)
        if not sent:
            wrong = ("Please request a code first.", "請先發送簡訊動態碼。")
        elif time.time() - at > 120:
            wrong = ("The code has expired. Please request a new one.", "動態碼已逾時，請重新發送。")
        elif request.get("verification[code]").strip() != sent:
            wrong = ("The code is incorrect.", "動態碼錯誤，請再確認。")
        else:
            del store["code"]
            store["proved"] = store.get("for", "activation")
            self.truth.sessions.add(f"account:{store['key']}")
            self.truth.counts["code_accepted"] += 1
            return self.to(store, "/activation/new" if store["proved"] == "activation" else "/cloud_password/edit")
        self.truth.counts["code_refused"] += 1
        self.say(store, "alert", *wrong)
        return self.verify_page(store, 422)

    def phone_page(self, store: dict, status: int = 200) -> Response:
        return self.page(store, "Send SMS Code", "發送簡訊動態碼", self.begin(store, "/verification/message") + f"""
{self.field("message", "phone", "Enter the mobile number registered for this account (10 digits)", "請輸入帳號登記的手機門號(10碼)", kind="tel", more=' maxlength="10"')}
<div class="actions"><button type="submit" name="commit" value="confirm">{self.t("Confirm and send", "確定發送")}</button>
<button type="submit" name="commit" value="cancel">{self.t("Cancel", "取消")}</button></div></form>""", status)

    def message(self, request: Request, store: dict) -> Response:
        self.takes(request, **{"message[phone]": "registered_phone"})
        if bad := self.forged(request, store):
            return bad
        if not store.get("ready") or request.get("commit") == "cancel":
            return self.to(store, f"/verification/new?purpose={store.get('for', '')}")
        if request.get("message[phone]").strip() != self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone):
            self.say(store, "alert", "The number is not the one registered for this account.", "手機門號與帳號登記的門號不符。")
            return self.phone_page(store, 422)
        store["ready"] = False
        store["code"], store["at"] = self.truth.new_message(), time.time()
        self.say(store, "notice", "Message sent. Enter the code and press Next.", "動態碼簡訊發送成功，請將簡訊動態碼輸入後，按「下一步」")
        return self.to(store, f"/verification/new?purpose={store.get('for', '')}")

    def activation_page(self, store: dict, name: str = "", status: int = 200) -> Response:
        person = self.truth.person
        facts = "".join(f"<tr><th>{self.t(a, b)}</th><td>{v}</td></tr>" for a, b, v in (
            ("Network Account / Employee No.", "網路帳號 / 主職員工編號", person.employee_id), ("Name", "帳號姓名", person.name),
            ("Department", "主職單位", person.unit), ("Valid until", "有效期限", person.valid_until)))
        leave = f'<p><a href="/sign_out">{self.t("Leave", "離開")}</a></p>'
        if self.truth.alias:
            return self.page(store, "Cloud service is active", "雲端服務已啟用", f"""<table>{facts}<tr><th>{self.t("Mail name", "電子郵件名稱")}</th><td>{e(self.truth.alias)}@ntuh.gov.tw</td></tr></table>
<p>{self.t("This account was activated and needs no further setting.", "此帳號先前已完成啟用，無須再次設定。")}</p>{leave}""", status)
        return self.page(store, "Set Password and Mail Alias", "設定密碼與郵件別名", f"<table>{facts}</table>" + self.begin(store, "/activation", more=' class="new_cloud"') + f"""
<div class="field"><label for="cloud_mail_name">{self.t("Cloud Service Account (mail name)", "雲端服務帳號 (電子郵件名稱)")}</label>
<input type="text" name="cloud[mail_name]" id="cloud_mail_name" maxlength="64" value="{e(name)}"> @ntuh.gov.tw <small>{self.t("64 characters at most", "名稱長度限64字元內", " ")}</small></div>
{self.field("cloud", "password", "Cloud password", "雲端服務密碼", kind="password", hint="8+ characters, letters and digits 至少8字元，含英文及數字")}
{self.field("cloud", "password_confirmation", "Cloud password again", "再次輸入雲端服務密碼", kind="password")}
<div class="actions"><button type="submit" name="commit" value="cancel">{self.t("Cancel", "取消啟用")}</button>
<button type="submit" name="commit" value="activate">{self.t("Activate Cloud Service", "啟用雲端服務")}</button></div>
<p>{self.t("Takes effect on the next day.", "服務於設定完成隔日生效")}</p></form>{leave}""", status)

    def activate(self, request: Request, store: dict) -> Response:
        name, new = request.get("cloud[mail_name]").strip(), request.get("cloud[password]")
        if request.get("commit") == "cancel":
            return self.to(store, "/sign_out")
        if self.truth.alias:
            wrong = ("The cloud service was activated before; the mail name cannot be changed.", "雲端服務先前已啟用，郵件名稱不得修改。")
        elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{2,63}", name):
            wrong = ("Mail name is invalid.", "郵件名稱格式不符，請以英文字母開頭，使用英數字、點、底線或連字號。")
        elif name.lower() == "taken.name":
            wrong = ("Mail name has already been taken.", "此郵件名稱已有人使用。")
        elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
            wrong = ("Cloud password is too simple.", "雲端服務密碼須至少8字元並含英文及數字。")
        elif new != request.get("cloud[password_confirmation]"):
            wrong = ("Password confirmation doesn't match.", "兩次輸入的密碼不一致。")
        else:
            self.truth.alias, self.truth.cloud_password = name, new
            self.truth.counts["activated"] += 1
            return self.page(store, "Thank you", "設定完成", f"""<p>{self.t("Your cloud service has been activated.", "您的雲端服務已成功啟用，隔日生效。")}</p>
<p>{self.t("Mail address", "電子郵件", " ")}: {e(name)}@ntuh.gov.tw</p><p><a href="/sign_out">{self.t("Finish and leave", "完成並離開")}</a></p>""")
        self.say(store, "alert", *wrong)
        return self.activation_page(store, name, 422)

    def reset(self, request: Request, store: dict) -> Response:
        if request.method == "POST":
            new = request.get("cloud[password]")
            if not self.truth.alias:
                self.say(store, "alert", "The cloud service is not active yet.", "尚未啟用雲端服務，請先啟用網路帳號。")
            elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new) or new != request.get("cloud[password_confirmation]"):
                self.say(store, "alert", "The passwords differ or are too simple.", "兩次密碼不一致或不符合規定。")
            else:
                self.truth.cloud_password = new
                self.say(store, "notice", "Cloud password has been reset.", "雲端服務密碼重置完成。")
        return self.page(store, "Reset Cloud Service Password", "重置雲端服務密碼", self.begin(store, "/cloud_password", "patch") + f"""
{self.field("cloud", "password", "New cloud password", "新雲端服務密碼", kind="password")}{self.field("cloud", "password_confirmation", "New cloud password again", "再次輸入新密碼", kind="password")}
<button type="submit" name="commit" value="reset">{self.t("Reset", "確定重置")}</button></form><p><a href="/sign_out">{self.t("Leave", "離開")}</a></p>""")

    # ---- mail
    def mail(self, request: Request) -> Response:
        store, path = self.store(request), request.path
        if path == "/locale":
            return self.switch(request, store)
        if path == "/rucaptcha":
            return self.draw("mail", "abcdefhkmnprstuvwxy2345678", 5)
        if path == "/sign_in" and request.method == "POST":
            self.takes(request, **{"mail[account]": "mail_account", "mail[password]": "mail_password", "_rucaptcha": "captcha"})
            if bad := self.forged(request, store):
                return bad
            who = request.get("mail[account]").strip().removesuffix("@ntuh.gov.tw")
            if not self.seen("mail", request.get("_rucaptcha")):
                self.say(store, "alert", "Wrong verification code.", "驗證碼錯誤。")
            elif not self.truth.alias or who != self.truth.alias or request.get("mail[password]") != self.truth.cloud_password:
                self.say(store, "alert", "Login failed: wrong account or password.", "登入失敗：帳號或密碼錯誤。")
            else:
                store["mail"] = True
                self.truth.sessions.add(f"mail:{store['key']}")
                self.truth.counts["mail_sign_in"] += 1
                return self.to(store, "/messages")
            return self.to(store, "/")
        if path == "/sign_out":
            self.takes(request)
            if bad := self.forged(request, store):
                return bad
            if store.pop("mail", None):
                self.truth.sessions.discard(f"mail:{store['key']}")
                self.truth.counts["sign_out_mail"] += 1
            self.say(store, "notice", "Signed out.", "已登出信箱。")
            return self.to(store, "/")
        if store.get("mail"):
            out = self.begin(store, "/sign_out", "delete") + f'<button type="submit">{self.t("Sign out", "登出")}</button></form>'
            return self.page(store, "Inbox", "收件匣", f'<table><tr><th>{self.t("From", "寄件者")}</th><th>{self.t("Subject", "主旨")}</th></tr><tr><td>資訊室</td><td>Welcome 歡迎使用電子信箱</td></tr></table>', nav=out)
        if path != "/":
            return self.to(store, "/")
        return self.page(store, "Webmail", "電子郵件系統", self.begin(store, "/sign_in") + f"""
{self.field("mail", "account", "Account:", "帳號:", more=' autocomplete="username"')}{self.field("mail", "password", "Password:", "密碼:", kind="password")}
<div class="field"><label for="mail_captcha">{self.t("Verification code (lower-case letters or digits):", "驗證碼(小寫字母或數字):")}</label> <input type="text" name="_rucaptcha" id="mail_captcha" autocomplete="off" maxlength="5"> <img src="/rucaptcha?t={secrets.randbelow(10**9)}" alt=""></div>
<div class="field"><input type="hidden" name="mail[remember_me]" value="0"><input type="checkbox" name="mail[remember_me]" id="mail_remember_me" value="1"> <label for="mail_remember_me">{self.t("Remember me (not on public computers)", "記住登入資訊 (公用電腦請勿勾選)")}</label></div>
<button type="submit" name="commit" value="Log in">{self.t("Log in", "登入信箱")}</button></form>
<h3>{self.t("Bulletin", "公佈欄")}</h3><p>{self.t("Cannot log in? Change your password at the account site first.", "※如無法登入，請先至帳號網站變更密碼。")}</p>""")

"""Spring MVC, Thymeleaf and Spring Security: _csrf, /login?error, flash messages, breadcrumb, steps, redirect after POST."""

from __future__ import annotations

import html
import re
import secrets
import sys
import time
from pathlib import Path


from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402

CAMPUS = {"MAIN": "總院區", "BEIHU": "北護分院", "JINSHAN": "金山分院", "HSINCHU": "新竹分院", "YUNLIN": "雲林分院"}
COOKIES = {"portal": "PORTAL_SESSION", "inner": "HR_SESSION", "account": "ACCOUNT_SESSION", "mail": "WEBMAIL_SESSION"}
CONTACT = {"englishSurname": "english_surname", "englishGivenName": "english_given", "englishMiddleName": "english_middle",
           "officePhone": "office_phone", "homePhone": "home_phone", "mobilePhone": "mobile_phone"}


def x(value: str) -> str:
    return html.escape(value, quote=True)


def policy(word: str) -> str:
    """What the @PasswordPolicy annotation says of it, "" when it is content."""
    if len(word) < 8:
        return "長度需至少8個字元"
    return "" if re.search("[A-Za-z]", word) and re.search(r"\d", word) else "需同時包含英文字母及數字"


class TheSite(Site):
    title = "spring_thymeleaf"

    def __init__(self) -> None:
        super().__init__()
        self.http: dict[str, dict] = {}
        self.once: dict[str, str] = {}
        self.kaptcha: dict[str, str] = {}
        self.s: dict = {}
        self.set: list[tuple[str, str]] = []

    # ---- HttpSession, RedirectAttributes, SecurityFilterChain
    def begin(self, host: str) -> dict:
        number = secrets.token_hex(18)
        self.http[number] = {"id": number, "csrf": secrets.token_urlsafe(48), "flash": [], "errors": {}, "old": {}}
        self.set = [("Set-Cookie", f"{COOKIES[host]}={number}; Path=/; HttpOnly; SameSite=Lax")]
        return self.http[number]

    def attach(self, request: Request) -> None:
        self.set = []
        self.s = self.http.get(request.cookies.get(COOKIES[request.host], "")) or self.begin(request.host)

    def to(self, where: str) -> Response:
        return redirect(where, *self.set)

    def flash(self, text: str, kind: str = "info") -> None:
        self.s["flash"].append((kind, text))

    def forbidden(self, request: Request) -> Response | None:
        if request.get("_csrf") == self.s["csrf"]:
            return None
        return Response("<!DOCTYPE html><html><body><h1>Whitelabel Error Page</h1><p>作業階段已失效，請回到首頁重新操作。</p><div>There was an unexpected error (type=Forbidden, status=403).</div></body></html>", 403, headers=self.set)

    def reject(self, **errors: str) -> None:
        self.s["errors"] = errors

    # ---- templates
    def view(self, title: str, body: str, crumbs: list[tuple[str, str]] | None = None, steps: tuple[list[str], int] | None = None, tools: str = "") -> Response:
        messages = "".join(f'<div class="message {kind}"><span>{text}</span><button type="button" class="close" onclick="this.parentNode.style.display=\'none\'" aria-label="Close">×</button></div>' for kind, text in self.s["flash"])
        self.s["flash"], self.s["errors"], self.s["old"] = [], {}, {}
        trail = ""
        if crumbs is not None:
            trail = '<nav aria-label="breadcrumb"><ol class="breadcrumb">' + "".join(f'<li class="breadcrumb-item">{f"<a href={chr(34)}{u}{chr(34)}>{t}</a>" if u else t}</li>' for t, u in crumbs) + f'<li class="breadcrumb-item active">{title}</li></ol></nav>'
        indicator = ""
        if steps:
            indicator = '<ol class="steps">' + "".join(f'<li class="{"done" if i < steps[1] else "active" if i == steps[1] else ""}"><span class="badge">{i + 1}</span> {t}</li>' for i, t in enumerate(steps[0])) + "</ol>"
        return Response(f"""<!DOCTYPE html>
<html lang="zh-TW">
<head><meta charset="UTF-8"/><title>{title}</title><meta name="_csrf" content="{self.s['csrf']}"/><meta name="_csrf_header" content="X-CSRF-TOKEN"/>
<style>body{{font-family:"Noto Sans TC",sans-serif;max-width:900px;margin:auto}}.message{{padding:8px;background:#e7f3fe}}.message.error{{background:#fde2e2}}.message.success{{background:#e2f7e2}}
.field-error{{color:#c00}}.breadcrumb,.steps{{list-style:none;display:flex;gap:1em;padding:0}}.steps .active{{font-weight:bold}}.card{{border:1px solid #ccc;padding:1em;margin:.5em 0}}.form-group{{margin:.6em 0}}</style></head>
<body>
<header class="navbar"><span class="navbar-brand"><i class="fa fa-hospital-o"></i> 大學附設醫院</span> {tools}</header>
{trail}
<main class="container"><h1>{title}</h1>
{indicator}{messages}
{body}
</main><footer class="text-muted">© 2019 資訊室 應用系統組 (build 2.4.13)</footer></body></html>""", headers=self.set)

    def csrf(self) -> str:
        return f'<input type="hidden" name="_csrf" value="{self.s["csrf"]}"/>'

    def input(self, name: str, text: str, value: str = "", kind: str = "text", after: str = "", more: str = "") -> str:
        value = self.s["old"].get(name, value) if kind != "password" else ""
        said = self.s["errors"].get(name, "")
        error = f'<span class="field-error">{said}</span>' if said else ""
        return f'<div class="form-group"><label for="{name}">{text}</label>\n<input type="{kind}" class="form-control{" is-invalid" if said else ""}" id="{name}" name="{name}" value="{x(value)}"{more}/> {after}{error}</div>\n'

    def small_form(self, action: str, text: str, icon: str) -> str:
        return f'<form class="form-inline" action="{action}" method="post" style="display:inline">{self.csrf()}<button type="submit" class="btn btn-link"><i class="fa fa-{icon}"></i> {text}</button></form>'

    def image(self, host: str) -> Response:
        text = self.truth.new_captcha("abcdefghkmnprtwxy2345678", 5) if host == "mail" else self.truth.new_captcha()
        self.kaptcha[host] = text
        return Response(picture(text, "JPEG", (140, 40)), kind="image/jpeg", headers=[("Cache-Control", "no-store, no-cache, must-revalidate")])

    def captcha_right(self, host: str, answer: str) -> bool:
        text = self.kaptcha.pop(host, "")
        return bool(text) and text == self.truth.captcha and answer.strip().lower() == text.lower()

    # ---- portal
    def portal(self, request: Request) -> Response:
        self.attach(request)
        path, post = request.path, request.method == "POST"
        if path == "/captcha.jpg":
            return self.image("portal")
        if path == "/login":
            return self.login(request) if post else self.login_page(request)
        if post or path == "/search":
            self.takes(request, agree="consent")
        if not self.s.get("user"):
            return self.to("/login")
        if post and (no := self.forbidden(request)):
            return no
        if path == "/logout" and post:
            self.close(self.s["id"])
            self.begin("portal")
            return self.to("/login?logout")
        if path == "/announcement":
            if post and request.get("agree") == "true":
                self.s["read"] = True
                return self.to("/home")
            if post:
                self.flash("請先勾選「我已閱讀並了解」", "error")
                return self.to("/announcement")
            return self.view("資訊安全公告", f"""<div class="card"><p>一、帳號密碼不得借予他人使用。</p><p>二、離開座位請登出系統。</p></div>
<form action="/announcement" method="post">{self.csrf()}<div class="form-check"><input type="checkbox" id="agree1" name="agree" value="true" onclick="document.getElementById('go').disabled=!this.checked"/><input type="hidden" name="_agree" value="on"/><label for="agree1">我已閱讀並了解</label></div>
<button type="submit" id="go" class="btn btn-primary">繼續</button></form><script>document.getElementById('go').disabled=true;</script>""")
        if not self.s.get("read"):
            return self.to("/announcement")
        if path.startswith("/apps/"):
            target = {"password": "/profile/password", "contact": "/profile/contact"}.get(path[6:])
            if not target:
                self.flash("您沒有使用此功能的權限", "error")
                return self.to("/home")
            ticket = "ST-" + secrets.token_urlsafe(20)
            self.once[ticket] = self.s["id"]
            return self.to(f"{self.urls['inner']}/sso?ticket={ticket}&service={target}")
        if path != "/home":
            return self.to("/home")
        groups = [("行政系統", [("差勤系統", "attendance"), ("表單下載", "forms")]), ("數位學習", [("線上課程", "lms")]),
                  ("個人管理", [("更改密碼", "password"), ("個人簽章提醒設定", "sign"), ("查詢員工連絡資料", "directory"), ("維護個人連絡資料", "contact"), ("個人就醫紀錄查詢", "visits"), ("行動憑證申請", "cert")])]
        cards = "".join(f'<div class="card"><h3 class="card-title">{g}</h3><ul class="list-group">' + "".join(f'<li class="list-group-item"><a href="/apps/{k}"><i class="fa fa-angle-right"></i> {t}</a></li>' for t, k in entries) + "</ul></div>" for g, entries in groups)
        return self.view("功能選單", f'<p>您好！{self.truth.person.name}</p><form class="search" action="/search" method="get"><input type="search" name="q" placeholder="搜尋功能"/><button type="submit"><i class="fa fa-search"></i></button></form>{cards}', [], tools=self.small_form("/logout", "登出", "sign-out"))

    def close(self, number: str) -> None:
        self.http.pop(number, None)
        self.truth.sessions.discard(f"portal:{number}")
        self.truth.counts["sign_out_portal"] += 1

    def login_page(self, request: Request) -> Response:
        for key, kind, text in (("error", "error", "登入失敗：帳號或密碼錯誤"), ("captcha", "error", "登入失敗：驗證碼錯誤或已失效"), ("campus", "error", "請選擇院區"), ("logout", "info", "您已成功登出")):
            if key in request.query:
                self.flash(text, kind)
        options = '<option value="">-- 請選擇 --</option>' + "".join(f'<option value="{k}">{v}</option>' for k, v in CAMPUS.items())
        return self.view("PORTAL 登入", f"""<form action="/login" method="post" class="form-signin">{self.csrf()}
<div class="form-group"><label for="campus">院區</label>
<select class="form-control" id="campus" name="campus">{options}</select></div>
{self.input("username", "帳號", more=' autofocus="autofocus" required="required" placeholder="員工編號"')}{self.input("password", "密碼", kind="password", more=' required="required"')}
{self.input("captcha", "驗證碼", after='<img src="/captcha.jpg" alt="captcha" onclick="this.src=&#39;/captcha.jpg?&#39;+Math.random()"/> <small>(不用區分大小寫，點圖更新)</small>', more=' autocomplete="off" required="required"')}
<button type="submit" class="btn btn-primary btn-block"><i class="fa fa-sign-in"></i> 登入</button></form>
<p><a href="{self.urls.get('account', '')}/">網路帳號服務</a></p>""")

    def login(self, request: Request) -> Response:
        self.takes(request, campus="campus", username="employee_id", password="portal_password", captcha="captcha")
        if no := self.forbidden(request):
            return no
        right = self.captcha_right("portal", request.get("captcha"))
        why = ""
        if not right:
            why = "captcha"
        elif request.get("campus") not in CAMPUS:
            why = "campus"
        elif request.get("username").strip() != self.truth.person.employee_id or request.get("password") != self.truth.portal_password:
            why = "error"
        if why:
            self.truth.counts["sign_in_refused"] += 1
            return self.to(f"/login?{why}")
        self.http.pop(self.s["id"], None)
        self.s = self.begin("portal")
        self.s["user"] = True
        self.truth.sessions.add(f"portal:{self.s['id']}")
        self.truth.counts["sign_in"] += 1
        return self.to("/announcement")

    # ---- inner
    def inner(self, request: Request) -> Response:
        self.attach(request)
        path, post = request.path, request.method == "POST"
        if path == "/sso":
            owner = self.once.pop(request.get("ticket"), "")
            if owner not in self.http:
                return self.to(f"{self.urls['portal']}/login")
            self.s = self.begin("inner")
            self.s["portal"] = owner
            service = request.get("service")
            return self.to(service if service in ("/profile/password", "/profile/contact") else "/profile/contact")
        if post:
            self.takes(request, oldPassword="old_password", newPassword="new_password", confirmPassword="new_password_again", mobilePhone="mobile_phone")
        if self.s.get("portal") not in self.http:
            return self.to(f"{self.urls['portal']}/login")
        if post and (no := self.forbidden(request)):
            return no
        home = f"{self.urls['portal']}/home"
        tools = f'<a href="{home}"><i class="fa fa-th"></i> 回功能選單</a> ' + self.small_form("/logout", "登出系統", "sign-out")
        crumbs = [("首頁", home), ("個人管理", "")]
        if path == "/logout" and post:
            self.close(self.s["portal"])
            self.http.pop(self.s["id"], None)
            return self.to(f"{self.urls['portal']}/login?logout")
        if path == "/profile/password" and post:
            old, new, again = (request.get(n) for n in ("oldPassword", "newPassword", "confirmPassword"))
            errors = {}
            if old != self.truth.portal_password:
                errors["oldPassword"] = "舊密碼不正確"
            if policy(new):
                errors["newPassword"] = policy(new)
            elif new == old:
                errors["newPassword"] = "不可與舊密碼相同"
            if new != again:
                errors["confirmPassword"] = "與新密碼不一致"
            if errors:
                self.truth.counts["password_refused"] += 1
                self.reject(**errors)
                self.flash("密碼未變更，請修正下列欄位", "error")
            else:
                self.truth.portal_password = new
                self.truth.counts["password_changed"] += 1
                self.flash("密碼變更成功", "success")
            return self.to("/profile/password")
        if path == "/profile/password":
            return self.view("更改密碼", f"""<form action="/profile/password" method="post">{self.csrf()}
{self.input("oldPassword", "請輸入舊密碼：", kind="password")}{self.input("newPassword", "請輸入新密碼：", kind="password")}{self.input("confirmPassword", "請再輸入新密碼：", kind="password")}
<div class="form-group"><label>密碼強度檢核：</label> <progress value="0" max="100"></progress></div><p>密碼設定條件：</p><ul><li>1.密碼長度不可少於8個字元</li><li>2.密碼內容需包含英文及數字</li></ul>
<button type="submit" class="btn btn-primary"><i class="fa fa-key"></i> 變更密碼</button> <a class="btn" href="{home}">取消</a></form>""", crumbs, tools=tools)
        if path == "/profile/contact" and post:
            given = {k: request.get(n).strip() for n, k in CONTACT.items() if request.has(n)}
            if len(given) < len(CONTACT):
                return Response("Bad Request", 400)
            if not re.fullmatch(r"09\d{8}", given["mobile_phone"]):
                self.reject(mobilePhone="行動電話需為10碼數字")
                self.s["old"] = {n: given[k] for n, k in CONTACT.items()}
                self.flash("資料未儲存", "error")
            else:
                self.truth.saved_contact = given
                self.truth.counts["contact_saved"] += 1
                self.flash("連絡資料已儲存", "success")
            return self.to("/profile/contact")
        if path == "/profile/contact":
            person = self.truth.person
            now = {n: self.truth.saved_contact.get(k, getattr(person, k)) for n, k in CONTACT.items()}
            return self.view("維護個人連絡資料", f"""<form action="/profile/contact" method="post" enctype="multipart/form-data">{self.csrf()}
<p><button type="submit" class="btn btn-success"><i class="fa fa-save"></i> 異動儲存</button></p>
<div class="form-group"><label>員工編號：</label> <span class="form-control-plaintext">{person.employee_id}</span> <label>姓名：</label> <span class="form-control-plaintext">{person.name}</span></div>
{self.input("englishSurname", "英文姓：", now["englishSurname"], after="<small>ex:Chen(陳)</small>")}{self.input("englishGivenName", "英文首名：", now["englishGivenName"], after="<small>ex: Yi-Fen(怡芬)</small>")}
{self.input("englishMiddleName", "英文中名：", now["englishMiddleName"], after="<small>ex:Mary 為英文別名，如無，可不填</small>")}{self.input("officePhone", "辦公室電話：", now["officePhone"], after="<small>ex:61234或23123456</small>")}
{self.input("homePhone", "住宅電話：", now["homePhone"], after="<small>ex:0223123456</small>")}{self.input("mobilePhone", "行動電話：", now["mobilePhone"], "tel", "<small>ex:0952000000 (如離職或更換門號，請記得調整此欄位)</small>")}
</form>""", crumbs, tools=tools)
        return Response("Whitelabel Error Page: Not Found", 404)

    # ---- account
    def account(self, request: Request) -> Response:
        self.attach(request)
        path, post = request.path, request.method == "POST"
        if post:
            self.takes(request, employeeNo="employee_id", phone="registered_phone", otp="code", mailAlias="alias", cloudPassword="cloud_password", confirmCloudPassword="cloud_password_again")
            if no := self.forbidden(request):
                return no
        if path == "/exit" and post:
            if self.s.pop("proved", None):
                self.truth.sessions.discard(f"account:{self.s['id']}")
                self.truth.counts["sign_out_account"] += 1
            self.flash("作業已結束，感謝您的使用")
            return self.to("/")
        flow, _, step = path[1:].partition("/")
        if flow not in ("activate", "reset"):
            return self.front()
        names = ("啟用網路帳號及首次雲端帳號密碼設定", ["身分驗證", "設定密碼與郵件別名", "完成"]) if flow == "activate" else ("重置雲端服務密碼", ["身分驗證", "設定新密碼", "完成"])
        if step in ("identity", "send", "phone", "verify"):
            return self.identity(request, flow, step, *names)
        if self.s.get("proved") != flow:
            self.flash("請先完成身分驗證", "error")
            return self.to(f"/{flow}/identity")
        if flow == "activate":
            return self.activate(request, step, names[1])
        return self.reset(request, step, names[1])

    def front(self) -> Response:
        return self.view("網路帳號服務", """<section class="card"><h2>《規範》</h2><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p>
<ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同，以確保個人資料安全。</li></ul></section>
<section class="card"><h2>《常見問題與服務》</h2><details><summary>密碼修改後多久可以生效</summary><p>即時生效。</p></details><details><summary>忘記密碼</summary><p>請您親自以下方按鈕取得簡訊後進行密碼設定。</p></details></section>
<div class="card"><a class="btn btn-primary" href="/activate/identity"><i class="fa fa-user-plus"></i> 啟用網路帳號及首次雲端帳號密碼設定</a><p>啟用本院微軟相關服務，如：Office365, Outlook...</p></div>
<div class="card"><a class="btn btn-secondary" href="/reset/identity"><i class="fa fa-refresh"></i> 重置雲端服務密碼</a><p>重設非Portal帳號的密碼：Email, 無線網路, KM...</p></div>
<div class="card"><a class="btn btn-secondary disabled" href="#" aria-disabled="true">總院廠商VPN展延申請</a></div>""")

    def identity(self, request: Request, flow: str, step: str, title: str, steps: list[str]) -> Response:
        post, here = request.method == "POST", f"/{flow}/identity"
        person = self.truth.person
        if step in ("send", "verify") and post:
            self.s["employee"] = request.get("employeeNo").strip()
            if self.s["employee"] != person.employee_id:
                self.reject(employeeNo="查無此員工編號")
                return self.to(here)
        if step == "send":
            if post:
                self.s["asking"] = flow
                return self.to(f"/{flow}/phone")
            return self.to(here)
        if step == "phone":
            if self.s.get("asking") != flow:
                return self.to(here)
            if not post:
                return self.view("發送簡訊動態碼", f"""<form action="/{flow}/phone" method="post">{self.csrf()}{self.input("phone", "請輸入帳號登記的手機門號(10碼)", kind="tel", more=' maxlength="10"')}
<button type="submit" class="btn btn-primary"><i class="fa fa-paper-plane"></i> 確定發送</button> <a class="btn" href="{here}">取消</a></form>""", [("首頁", "/"), (title, here)], (steps, 0))
            if request.get("phone").strip() != self.truth.saved_contact.get("mobile_phone", person.mobile_phone):
                self.reject(phone="手機門號與帳號登記不符")
                return self.to(f"/{flow}/phone")
            del self.s["asking"]
            self.s["otp"] = (flow, self.truth.new_message(), time.time())
            self.flash("動態碼簡訊發送成功：成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」", "success")
            return self.to(here)
        if step == "verify":
            if not post:
                return self.to(here)
            whose, code, at = self.s.get("otp", ("", "", 0.0))
            if code and whose == flow and time.time() - at <= 120 and request.get("otp").strip() == code:
                del self.s["otp"]
                self.s["proved"] = flow
                self.truth.sessions.add(f"account:{self.s['id']}")
                self.truth.counts["code_accepted"] += 1
                return self.to(f"/{flow}/settings")
            self.truth.counts["code_refused"] += 1
            self.reject(otp="尚未發送動態碼" if not code else "動態碼已過期，請重新發送" if time.time() - at > 120 else "動態碼錯誤")
            return self.to(here)
        return self.view(title, f"""<div class="card"><h4>注意事項</h4><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div>
<form action="/{flow}/verify" method="post">{self.csrf()}
{self.input("employeeNo", "網路帳號 / 主職員工編號", self.s.get("employee", ""), after=f'<button type="submit" class="btn btn-info" formaction="/{flow}/send"><i class="fa fa-mobile"></i> 發送簡訊動態碼</button>', more=' maxlength="6"')}
{self.input("otp", "簡訊(或MOTP)動態碼", more=' maxlength="8" autocomplete="one-time-code"')}
<button type="submit" class="btn btn-primary">下一步 <i class="fa fa-arrow-right"></i></button></form>""", [("首頁", "/")], (steps, 0))

    def activate(self, request: Request, step: str, steps: list[str]) -> Response:
        person, crumbs, tools = self.truth.person, [("首頁", "/"), ("啟用網路帳號", "")], self.small_form("/exit", "結束作業", "sign-out")
        facts = "".join(f'<tr><th scope="row">{t}</th><td>{v}</td></tr>' for t, v in (("網路帳號 / 主職員工編號", person.employee_id), ("帳號姓名", person.name), ("主職單位", person.unit), ("有效期限", person.valid_until)))
        if step == "cancel":
            self.s.pop("proved")
            self.truth.sessions.discard(f"account:{self.s['id']}")
            self.truth.counts["sign_out_account"] += 1
            self.flash("您已取消啟用")
            return self.to("/")
        if request.method == "POST" and step == "settings":
            name, word = request.get("mailAlias").strip(), request.get("cloudPassword")
            errors = {}
            if self.truth.alias:
                self.flash("雲端服務已啟用，無法再次設定", "error")
                return self.to("/activate/status")
            if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*([._-][A-Za-z0-9]+)*", name) or len(name) > 64:
                errors["mailAlias"] = "名稱格式不符（英文開頭，可含數字及 . _ -）"
            elif name.lower() == "taken.name":
                errors["mailAlias"] = "此名稱已被註冊"
            if policy(word):
                errors["cloudPassword"] = policy(word)
            elif word != request.get("confirmCloudPassword"):
                errors["confirmCloudPassword"] = "兩次密碼不一致"
            if errors:
                self.reject(**errors)
                self.s["old"] = {"mailAlias": name}
                return self.to("/activate/settings")
            self.truth.alias, self.truth.cloud_password = name, word
            self.truth.counts["activated"] += 1
            self.s["fresh"] = True
            return self.to("/activate/complete")
        if step == "complete" and self.s.pop("fresh", None):
            return self.view("啟用完成", f'<div class="message success">恭喜！您的網路帳號與雲端服務已設定成功。</div><p>電子郵件：<strong>{x(self.truth.alias)}@ntuh.gov.tw</strong>（隔日生效）</p>', crumbs, (steps, 2), tools)
        if self.truth.alias:
            return self.view("帳號狀態", f'<table class="table">{facts}<tr><th scope="row">電子郵件名稱</th><td>{x(self.truth.alias)}@ntuh.gov.tw</td></tr><tr><th scope="row">雲端服務</th><td><span class="badge badge-success">已啟用</span></td></tr></table>', crumbs, tools=tools)
        return self.view("設定密碼與郵件別名", f"""<table class="table">{facts}</table><form action="/activate/settings" method="post">{self.csrf()}
{self.input("mailAlias", "雲端服務帳號 (電子郵件名稱)", after="<span class='input-group-text'>@ntuh.gov.tw</span> <small>名稱長度限64字元內</small>", more=' maxlength="64"')}
{self.input("cloudPassword", "雲端服務密碼", kind="password")}{self.input("confirmCloudPassword", "確認雲端服務密碼", kind="password")}
<button type="submit" class="btn btn-outline" formaction="/activate/cancel" formnovalidate="formnovalidate"><i class="fa fa-times"></i> 取消啟用</button>
<button type="submit" class="btn btn-primary"><i class="fa fa-check"></i> 啟用雲端服務</button> <small>服務於設定完成隔日生效</small></form>""", crumbs, (steps, 1), tools)

    def reset(self, request: Request, step: str, steps: list[str]) -> Response:
        crumbs, tools = [("首頁", "/")], self.small_form("/exit", "結束作業", "sign-out")
        if request.method == "POST":
            word = request.get("cloudPassword")
            if not self.truth.alias:
                self.flash("您尚未啟用雲端服務，請先啟用網路帳號", "error")
            elif policy(word) or word != request.get("confirmCloudPassword"):
                self.reject(cloudPassword=policy(word) or "兩次密碼不一致")
            else:
                self.truth.cloud_password = word
                self.flash("雲端服務密碼已重置，即時生效", "success")
                return self.to("/reset/complete")
            return self.to("/reset/settings")
        if step == "complete":
            return self.view("重置完成", '<p><a href="/">回首頁</a></p>', crumbs, (steps, 2), tools)
        return self.view("重置雲端服務密碼", f"""<form action="/reset/settings" method="post">{self.csrf()}{self.input("cloudPassword", "新的雲端服務密碼", kind="password")}
{self.input("confirmCloudPassword", "確認新的雲端服務密碼", kind="password")}<button type="submit" class="btn btn-primary">確認重置</button></form>""", crumbs, (steps, 1), tools)

    # ---- mail
    def mail(self, request: Request) -> Response:
        self.attach(request)
        path, post = request.path, request.method == "POST"
        if path == "/captcha.jpg":
            return self.image("mail")
        if post:
            self.takes(request, username="mail_account", password="mail_password", captcha="captcha")
            if no := self.forbidden(request):
                return no
        if path == "/logout" and post:
            if self.s.get("mail"):
                self.truth.sessions.discard(f"mail:{self.s['id']}")
                self.truth.counts["sign_out_mail"] += 1
            self.http.pop(self.s["id"], None)
            self.s = self.begin("mail")
            return self.to("/login?logout")
        if path == "/login" and post:
            right = self.captcha_right("mail", request.get("captcha"))
            who = request.get("username").strip().lower().removesuffix("@ntuh.gov.tw")
            if not right or not self.truth.alias or who != self.truth.alias.lower() or request.get("password") != self.truth.cloud_password:
                return self.to("/login?error" if right else "/login?captcha")
            self.http.pop(self.s["id"], None)
            self.s = self.begin("mail")
            self.s["mail"] = True
            self.truth.sessions.add(f"mail:{self.s['id']}")
            self.truth.counts["mail_sign_in"] += 1
            return self.to("/inbox")
        if path == "/login":
            for key, text in (("error", "帳號或密碼錯誤，無法登入"), ("captcha", "驗證碼輸入錯誤"), ("logout", "您已登出電子信箱")):
                if key in request.query:
                    self.flash(text, "info" if key == "logout" else "error")
            return self.view("電子信箱登入", f"""<form action="/login" method="post">{self.csrf()}{self.input("username", "帳號:")}{self.input("password", "密碼:", kind="password")}
{self.input("captcha", "驗證碼(小寫字母或數字):", after='<img src="/captcha.jpg" alt="captcha"/>', more=' autocomplete="off"')}
<div class="form-check"><input type="checkbox" id="remember-me" name="remember-me"/><label for="remember-me">記住登入資訊 (公用電腦請勿勾選)</label></div>
<button type="submit" class="btn btn-primary"><i class="fa fa-envelope"></i> 登入信箱</button></form><div class="card"><h3>公佈欄</h3><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p></div>""")
        if not self.s.get("mail"):
            return self.to("/login")
        return self.view("收件匣", f'<p>{x(self.truth.alias)}@ntuh.gov.tw</p><table class="table"><thead><tr><th>寄件者</th><th>主旨</th></tr></thead><tbody><tr><td>資訊室</td><td>歡迎使用</td></tr></tbody></table>', [], tools=self.small_form("/logout", "登出", "sign-out"))

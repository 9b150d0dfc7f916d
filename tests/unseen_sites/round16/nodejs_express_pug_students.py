"""Express and Pug, written by the hospital's own students: everything on one line, English first, the Chinese words beside it."""

from __future__ import annotations

import re
import secrets
import time
import uuid
from html import escape

from truth import Request, Response, Site, picture, redirect


def tag(element: str, inside: str | None = "", /, **attrs: str | bool) -> str:
    """What Pug prints: no white space, attributes in double quotes, void elements with a slash in the XHTML habit off."""
    out = "<" + element
    for key, value in attrs.items():
        key = key.strip("_").replace("_", "-")
        if value is True:
            out += f' {key}="{key}"'
        elif value is not False:
            out += f' {key}="{escape(str(value), True)}"'
    return out + (">" if inside is None else f">{inside}</{element}>")


def zh(english: str, chinese: str) -> str:
    return f'{english} <small class="zh text-muted" lang="zh-TW">{chinese}</small>'


def group(name: str, english: str, chinese: str, value: str = "", kind: str = "text", tip: str = "", **more: str | bool) -> str:
    ident = "f-" + re.sub(r"\W+", "-", name).strip("-")
    box = tag("input", None, class_="form-control", id=ident, type=kind, name=name, **({"value": value} if kind != "password" else {}), **more)
    return tag("div", tag("label", f'{english}<br><span class="zh" lang="zh-TW">{chinese}</span>', class_="form-label", for_=ident) + box
               + (tag("div", tip, class_="form-text") if tip else ""), class_="mb-3")


class TheSite(Site):
    title = "nodejs_express_pug_students"

    def __init__(self) -> None:
        super().__init__()
        self.store: dict[str, dict[str, object]] = {}
        self.captchas: dict[str, str] = {}
        self.sso: dict[str, str] = {}
        self.jar: list[tuple[str, str]] = []

    # ---- middleware
    def _session(self, request: Request, cookie: str) -> tuple[str, dict[str, object]]:
        self.jar = []
        sid = request.cookies.get(cookie, "")
        if sid not in self.store:
            sid = self._fresh(cookie)
        return sid, self.store[sid]

    def _fresh(self, cookie: str, old: str = "") -> str:
        self.store.pop(old, None)
        sid = "s%3A" + secrets.token_urlsafe(24)
        self.store[sid] = {"csrf": secrets.token_urlsafe(27)}
        self.jar = [("Set-Cookie", f"{cookie}={sid}; Path=/; HttpOnly")]
        return sid

    def _csrf(self, state: dict[str, object]) -> str:
        return tag("input", None, type="hidden", name="_csrf", value=str(state["csrf"]))

    def _csrf_bad(self, request: Request, state: dict[str, object]) -> bool:
        return request.get("_csrf") != state["csrf"]

    def _forbidden(self) -> Response:
        return Response("<h1>invalid csrf token</h1><h2>403</h2><pre>ForbiddenError: invalid csrf token</pre>", 403, headers=self.jar)

    def _go(self, to: str) -> Response:
        return redirect(to, *self.jar, status=303)

    def _flash(self, state: dict[str, object]) -> str:
        kind, text = state.pop("flash", ("", ""))  # type: ignore[misc]
        return tag("div", text, class_=f"alert alert-{kind}", role="alert") if text else ""

    def _render(self, title: str, nav: str, main: str, foot: str = "") -> Response:
        return Response(f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | NTUH Student IT</title><meta name="viewport" content="width=device-width, initial-scale=1">'
                        '<link rel="stylesheet" href="/vendor/bootstrap/5.3/bootstrap.min.css"><link rel="stylesheet" href="/stylesheets/style.css"><style>.zh{font-size:.9em;color:#555}.card{border:1px solid #ccc;padding:1em;margin:1em}'
                        f'.alert-danger{{color:#a00}}.alert-success{{color:#070}}</style></head><body><nav class="navbar navbar-expand-lg bg-light"><a class="navbar-brand" href="/">🏥 NTUH</a>{nav}</nav><main class="container">{main}</main>'
                        f'<footer class="text-muted"><small>Made with ♥ by NTUH students · v1.4.2</small></footer><script src="/vendor/bootstrap/5.3/bootstrap.bundle.min.js"></script>{foot}</body></html>',
                        headers=[("X-Powered-By", "Express"), *self.jar])

    def _404(self) -> Response:
        return Response("<pre>Cannot GET</pre>", 404)

    def _captcha_box(self, name: str, english: str, chinese: str) -> str:
        key = str(uuid.uuid4())
        return (tag("input", None, type="hidden", name="captchaId", value=key) + tag("img", None, class_="captcha", src=f"/captcha/{key}.png", alt="captcha", width="120", height="36")
                + group(name, english, chinese, autocomplete="off", spellcheck="false"))

    def _captcha_png(self, path: str, letters: str, length: int) -> Response:
        key = path.removeprefix("/captcha/").removesuffix(".png")
        self.captchas = {key: self.truth.new_captcha(letters, length)}
        return Response(picture(self.captchas[key], "PNG"), kind="image/png", headers=[("Cache-Control", "no-store")])

    def _captcha_ok(self, request: Request, answer: str) -> bool:
        want, newest = self.captchas.pop(request.get("captchaId"), ""), self.truth.captcha
        self.truth.captcha = ""
        return bool(want) and want == newest == answer

    # ---- portal
    def portal(self, request: Request) -> Response:
        path = request.path
        if path.startswith("/captcha/"):
            return self._captcha_png(path, "123456789BDFHJLNPRTVXZ", 6)
        sid, state = self._session(request, "portal.sid")
        if path == "/session" and request.method == "POST":
            return self._sign_out(request, sid, state) if request.query.get("_method") == "DELETE" else self._sign_in(request, sid, state)
        if path == "/login":
            return self._login(state)
        if "user" not in state:
            return self._go("/login")
        if path == "/":
            return self._dashboard(state)
        if path == "/me/password":
            return self._password(request, state)
        if path.startswith("/todo/"):
            return self._render("Coming soon", self._nav(state), '<h1>Coming soon</h1><p>尚未開放</p><a href="/">Back to menu</a>')
        return self._404()

    def _login(self, state: dict[str, object]) -> Response:
        radios = "".join(tag("label", tag("input", None, type="radio", name="campus", value=v, checked=v == "T0") + " " + zh(e, c), class_="form-check")
                         for v, e, c in (("T0", "Main campus", "總院區"), ("T2", "Beihu", "北護分院"), ("T4", "Hsinchu", "新竹分院"), ("Y0", "Yunlin", "雲林分院")))
        form = tag("form", self._csrf(state) + tag("fieldset", tag("legend", zh("Campus", "院區")) + radios)
                   + group("user[id]", "Staff / student ID", "帳號", maxlength="6", inputmode="numeric", required=True, autofocus=True)
                   + group("user[password]", "Password", "密碼", kind="password", required=True)
                   + self._captcha_box("captcha", "Type the characters in the picture", "驗證碼 (不用區分大小寫)")
                   + tag("button", "Sign in", class_="btn btn-primary", type="submit"), action="/session", method="post")
        return self._render("Sign in", "", f"<h1>Sign in to the PORTAL</h1><p class=\"zh\">登入本院PORTAL系統</p>{self._flash(state)}{form}<p>Can't sign in? Call ext. 261120.</p>")

    def _sign_in(self, request: Request, sid: str, state: dict[str, object]) -> Response:
        self.takes(request, **{"user[id]": "employee_id", "user[password]": "portal_password", "captcha": "captcha", "campus": "campus"})
        if self._csrf_bad(request, state):
            return self._forbidden()
        person = self.truth.person
        if not self._captcha_ok(request, request.get("captcha").strip().upper()):
            state["flash"] = ("danger", "The characters did not match the picture. 圖片文字不符，請再試一次。")
        elif (request.get("user[id]").strip(), request.get("user[password]"), request.get("campus")) != (person.employee_id, self.truth.portal_password, "T0"):
            state["flash"] = ("danger", "Unknown ID or wrong password. 帳號不存在或密碼錯誤。")
        else:
            sid = self._fresh("portal.sid", sid)
            self.store[sid].update(user=person.employee_id, sso=str(uuid.uuid4()))
            self.truth.sessions.add(f"portal:{sid}")
            self.truth.counts["sign_in"] += 1
            return self._go("/")
        self.truth.counts["sign_in_refused"] += 1
        return self._go("/login")

    def _sign_out(self, request: Request, sid: str, state: dict[str, object]) -> Response:
        if self._csrf_bad(request, state) or "user" not in state:
            return self._forbidden()
        self.truth.sessions.discard(f"portal:{sid}")
        self.truth.counts["sign_out_portal"] += 1
        sid = self._fresh("portal.sid", sid)
        self.store[sid]["flash"] = ("success", "See you! 您已登出。")
        return self._go("/login")

    def _nav(self, state: dict[str, object]) -> str:
        items = (("/todo/medical", "Clinical", "醫療系統"), ("/todo/support", "Support", "醫療支援"), ("/todo/learning", "E-learning", "數位學習"), ("/todo/security", "Security", "資訊安全"), ("/todo/admin", "Admin", "行政系統"))
        mine = (("/me/password", "Change password", "更改密碼"), ("/todo/signature", "Signature reminders", "個人簽章提醒設定"), ("/todo/directory", "Staff directory", "查詢員工連絡資料"),
                (f"{self.urls['inner']}/sso?ticket={state['sso']}", "My contact details", "維護個人連絡資料"), ("/todo/flu", "Flu consent form", "流感同意書列印"))
        drop = "".join(tag("li", tag("a", f'{e}<br><small class="zh">{c}</small>', class_="dropdown-item", href=h)) for h, e, c in mine)
        out = tag("form", self._csrf(state) + tag("button", zh("Sign out", "登出系統"), class_="btn btn-outline-secondary", type="submit"), class_="d-flex ms-auto", action="/session?_method=DELETE", method="post")
        find = tag("form", tag("input", None, class_="form-control", type="search", name="q", placeholder="Search"), class_="d-flex", role="search", action="/todo/search", method="get")
        return (tag("ul", "".join(tag("li", tag("a", zh(e, c), class_="nav-link", href=h), class_="nav-item") for h, e, c in items)
                    + tag("li", tag("a", zh("Me", "個人管理"), class_="nav-link dropdown-toggle", href="#", role="button", data_bs_toggle="dropdown") + tag("ul", drop, class_="dropdown-menu"), class_="nav-item dropdown"),
                    class_="navbar-nav") + find + out)

    def _dashboard(self, state: dict[str, object]) -> Response:
        return self._render("Dashboard", self._nav(state), f"{self._flash(state)}<h1>Hello, {self.truth.person.name}!</h1><p class=\"zh\">您好!</p><section class=\"card\"><h2>{zh('Announcements', '全院公告')}</h2>"
                            "<ul><li>2019/10/21 Tax form due 薪資所得免稅額申報表</li><li>2018/12/13 New portal 新版首頁</li></ul></section>")

    def _password(self, request: Request, state: dict[str, object]) -> Response:
        if request.method == "POST":
            self.takes(request, current="old_password", password="new_password", again="new_password_again")
            if self._csrf_bad(request, state):
                return self._forbidden()
            new = request.get("password")
            if request.get("current") != self.truth.portal_password:
                state["flash"] = ("danger", "Your current password is wrong. 舊密碼有誤。")
            elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                state["flash"] = ("danger", "The new password is too weak. 新密碼強度不足。")
            elif new != request.get("again"):
                state["flash"] = ("danger", "The two new passwords differ. 兩次新密碼不同。")
            elif new == self.truth.portal_password:
                state["flash"] = ("danger", "Please choose a different password. 新密碼不可與舊密碼相同。")
            else:
                self.truth.portal_password = new
                self.truth.counts["password_changed"] += 1
                state["flash"] = ("success", "All set! Your password has been updated. 密碼更新成功。")
                return self._go("/")
            self.truth.counts["password_refused"] += 1
            return self._go("/me/password")
        form = tag("form", self._csrf(state) + group("current", "Current password", "請輸入舊密碼：", kind="password", autocomplete="current-password") + group("password", "New password", "請輸入新密碼：", kind="password", autocomplete="new-password")
                   + group("again", "New password, once more", "請再輸入新密碼：", kind="password", autocomplete="new-password") + tag("progress", "", id="strength", max="4", value="0") + zh(" Strength", "密碼強度檢核：")
                   + tag("ul", "<li>At least 8 characters 密碼長度不可少於8個字元</li><li>Letters and digits 密碼內容需包含英文及數字</li>") + tag("button", "Update password", class_="btn btn-primary", type="submit"), method="post")
        return self._render("Change password", self._nav(state), f"<h1>Change password</h1><p class=\"zh\">更改密碼</p>{self._flash(state)}{form}<a href=\"/\">{zh('Back to menu', '回功能選單')}</a>")

    # ---- inner host
    def inner(self, request: Request) -> Response:
        sid, state = self._session(request, "hr.sid")
        home = self.urls["portal"] + "/"
        live = {str(s["sso"]) for s in self.store.values() if "sso" in s}
        if request.path == "/sso":
            if request.query.get("ticket") not in live:
                return self._go(home)
            state["ticket"] = request.query["ticket"]
            return self._go("/contact")
        if state.get("ticket") not in live:
            return self._go(home)
        if request.path != "/contact":
            return self._404()
        truth, person = self.truth, self.truth.person
        fields = (("surname", "english_surname", "Family name", "英文姓：", "ex:Chen(陳)"), ("givenName", "english_given", "Given name", "英文首名：", "ex: Yi-Fen(怡芬) (說明)"),
                  ("middleName", "english_middle", "Middle name (optional)", "英文中名：", "ex:Mary 為英文別名，如無，可不填"), ("officePhone", "office_phone", "Office phone", "辦公室電話：", "ex:61234或23123456"),
                  ("homePhone", "home_phone", "Home phone", "住宅電話：", "ex:0223123456"), ("mobile", "mobile_phone", "Mobile phone", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))
        if request.method == "POST":
            self.takes(request, **{"contact[mobile]": "mobile_phone"})
            if self._csrf_bad(request, state):
                return self._forbidden()
            if request.get("_method") != "PUT" or not all(request.has(f"contact[{f[0]}]") for f in fields):
                return Response("<h1>Bad Request</h1>", 400)
            if not re.fullmatch("09[0-9]{8}", request.get("contact[mobile]")) or not request.get("contact[surname]") or not request.get("contact[givenName]"):
                state["flash"] = ("danger", "Please check the highlighted fields. 請檢查姓名與行動電話格式。")
            else:
                truth.saved_contact = {f[1]: request.get(f"contact[{f[0]}]") for f in fields}
                truth.counts["contact_saved"] += 1
                state["flash"] = ("success", "Saved ✔ Your details are up to date. 連絡資料已存檔。")
            return self._go("/contact")
        rows = "".join(group(f"contact[{n}]", e, c, truth.saved_contact.get(k, getattr(person, k)), "tel" if "hone" in n or n == "mobile" else "text", tip) for n, k, e, c, tip in fields)
        form = tag("form", self._csrf(state) + tag("input", None, type="hidden", name="_method", value="PUT") + tag("p", f"{zh('Staff ID', '員工編號：')} {person.employee_id} · {zh('Name', '姓名：')} {person.name}") + rows
                   + tag("button", '💾 Save changes<br><span class="zh">異動儲存</span>', class_="btn btn-success", type="submit"), action="/contact", method="post")
        return self._render("My contact details", "", f"<h1>My contact details</h1><p class=\"zh\">台大醫院---維護個人連絡資料</p>{self._flash(state)}{form}<a href=\"{home}\">{zh('Back to menu', '回功能選單')}</a>")

    # ---- account host
    def account(self, request: Request) -> Response:
        path = request.path
        sid, state = self._session(request, "account.sid")
        if path == "/":
            cards = "".join(tag("a", f'<h3>{e}</h3><p class="zh">{c}</p><p>{t}</p>', class_="card", href=h) for h, e, c, t in (
                ("/verify/activate", "Activate my network account", "啟用網路帳號及首次雲端帳號密碼設定", "Office365, Outlook…"), ("/verify/reset", "Reset my cloud password", "重置雲端服務密碼", "Email, Wi-Fi, KM, TMS, VPN"),
                ("/vendor", "Extend a vendor VPN", "總院廠商VPN展延申請", "Vendors only")))
            return self._render("Accounts", "", f"""{self._flash(state)}<h1>Network accounts</h1><section><h2>{zh('Rules', '《規範》')}</h2><ol><li>Never lend your account. 網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</li>
<li>Do not apply for somebody else. 請勿冒用院內同仁申請網路帳號</li></ol></section>{cards}<section><h2>{zh('FAQ', '《常見問題與服務》')}</h2><details><summary>How soon does a new password work? 密碼修改後多久可以生效</summary><p>At once. 即時生效。</p></details></section>""")
        found = re.fullmatch(r"/verify/(activate|reset)(/sms)?", path)
        if found:
            return self._verify(request, sid, state, found[1], bool(found[2]))
        if "proved" not in state:
            return self._go("/")
        if path == "/bye" and request.method == "POST":
            if self._csrf_bad(request, state):
                return self._forbidden()
            self.truth.sessions.discard(f"account:{sid}")
            self.truth.counts["sign_out_account"] += 1
            sid = self._fresh("account.sid", sid)
            self.store[sid]["flash"] = ("success", "You have left the account pages. 已登出網路帳號服務。")
            return self._go("/")
        if path == "/activate" and state["proved"] == "activate":
            return self._activate(request, state)
        if path == "/reset" and state["proved"] == "reset":
            return self._reset(request, state)
        return self._404()

    def _bye(self, state: dict[str, object]) -> str:
        return tag("form", self._csrf(state) + tag("button", zh("Leave", "登出"), class_="btn btn-link", type="submit"), action="/bye", method="post")

    def _verify(self, request: Request, sid: str, state: dict[str, object], what: str, sms: bool) -> Response:
        here = f"/verify/{what}"
        if request.method == "POST":
            self.takes(request, employeeId="employee_id", phone="registered_phone", code="code")
            if self._csrf_bad(request, state):
                return self._forbidden()
            emp = state["emp"] = request.get("employeeId").strip()
            mobile = self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone)
            if not re.fullmatch("[0-9]{6}", emp):
                state["flash"] = ("danger", "The ID has six digits. 請輸入6位數員工編號。")
            elif sms:
                if emp != self.truth.person.employee_id or request.get("phone").strip() != mobile:
                    state["flash"] = ("danger", "That is not the phone number on file. 手機門號與登記不符。")
                else:
                    state.update(code=self.truth.new_message(), sent=time.time())
                    state["flash"] = ("success", "<strong>Text message sent! 動態碼簡訊發送成功</strong><br>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」")
            else:
                if emp != self.truth.person.employee_id or not state.get("code") or request.get("code").strip() != state["code"]:
                    state["flash"] = ("danger", "Wrong code. 動態碼不符。")
                elif time.time() - float(str(state["sent"])) > 120:
                    state["flash"] = ("danger", "This code has expired, please get a new one. 動態碼已過期。")
                else:
                    sid = self._fresh("account.sid", sid)
                    self.store[sid]["proved"] = what
                    self.truth.sessions.add(f"account:{sid}")
                    self.truth.counts["code_accepted"] += 1
                    return self._go("/" + what)
                self.truth.counts["code_refused"] += 1
            return self._go(here)
        if sms:
            return self._go(here)
        title = ("Activate my network account", "啟用網路帳號及首次雲端帳號密碼設定") if what == "activate" else ("Reset my cloud password", "重置雲端服務密碼")
        form = tag("form", self._csrf(state) + group("employeeId", "Network account / staff ID", "網路帳號 / 主職員工編號", str(state.get("emp", "")), maxlength="6")
                   + tag("button", zh("📱 Text me a code", "發送簡訊動態碼"), class_="btn btn-secondary", type="button", onclick="document.getElementById('phoneDialog').showModal()")
                   + group("code", "Code from the text message (or MOTP)", "簡訊(或MOTP)動態碼", autocomplete="one-time-code", inputmode="numeric")
                   + tag("button", zh("Next →", "下一步"), class_="btn btn-primary", type="submit"), id="verify", action=here, method="post")
        dialog = tag("dialog", tag("label", 'Your registered mobile number<br><span class="zh">請輸入帳號登記的手機門號(10碼)</span>', for_="phone") + tag("input", None, id="phone", type="tel", name="phone", form="verify", maxlength="10", placeholder="09xxxxxxxx")
                     + tag("button", zh("Send", "確定發送"), class_="btn btn-primary", type="submit", form="verify", formaction=here + "/sms")
                     + tag("button", zh("Cancel", "取消"), class_="btn btn-light", type="button", onclick="this.closest('dialog').close()"), id="phoneDialog")
        return self._render(title[0], "", f"<h1>{title[0]}</h1><p class=\"zh\">{title[1]}</p>{self._flash(state)}<p>The code is good for two minutes. 按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</p>{form}{dialog}<a href=\"/\">Home</a>")

    def _activate(self, request: Request, state: dict[str, object]) -> Response:
        truth, person = self.truth, self.truth.person
        if request.method == "POST":
            self.takes(request, mailName="alias")
            if self._csrf_bad(request, state):
                return self._forbidden()
            alias = request.get("mailName").strip()
            if request.get("action") == "cancel":
                state["flash"] = ("danger", "Nothing was activated. 未啟用。")
            elif truth.alias:
                state["flash"] = ("danger", "Your account is active already. 先前已啟用過，不能再次啟用。")
            elif not re.fullmatch("[A-Za-z][A-Za-z0-9._-]{0,63}", alias):
                state["flash"] = ("danger", "Please start with a letter; letters, digits, dot, dash and underscore only. 名稱格式不符。")
            elif alias.lower() == "taken.name":
                state["flash"] = ("danger", "Sorry, somebody has this name. 此名稱已被使用。")
            elif request.get("action") == "activate":
                truth.alias, truth.cloud_password = alias, truth.portal_password
                truth.counts["activated"] += 1
                state["fresh"] = True
            return self._go("/activate")
        if state.pop("fresh", False):
            return self._render("Welcome aboard", "", f"<h1>🎉 Welcome aboard!</h1><p>Your cloud account is ready. 雲端帳號開通完成：<strong>{escape(truth.alias)}@ntuh.gov.tw</strong></p><p>Your first cloud password is your present PORTAL password. 首次雲端服務密碼與您目前的PORTAL密碼相同，之後可用「重置雲端服務密碼」更改。</p>{self._bye(state)}")
        if truth.alias:
            return self._render("Your cloud account", "", f"<h1>Set up my mail name</h1><p class=\"zh\">設定密碼與郵件別名</p>{self._flash(state)}<p>Already active 帳號已開通: <strong>{escape(truth.alias)}@ntuh.gov.tw</strong></p>{self._bye(state)}")
        facts = "".join(f"<dt>{zh(e, c)}</dt><dd>{v}</dd>" for e, c, v in (("Network account", "網路帳號 / 主職員工編號", person.employee_id), ("Name", "帳號姓名", person.name), ("Unit", "主職單位", person.unit), ("Valid until", "有效期限", person.valid_until)))
        form = tag("form", self._csrf(state) + group("mailName", "Cloud account (your mail name)", "雲端服務帳號 (電子郵件名稱)", maxlength="64", tip="@ntuh.gov.tw · up to 64 characters 名稱長度限64字元內")
                   + tag("button", zh("Cancel", "取消啟用"), class_="btn btn-light", type="submit", name="action", value="cancel") + tag("button", zh("Activate", "啟用雲端服務"), class_="btn btn-success", type="submit", name="action", value="activate"),
                   action="/activate", method="post")
        return self._render("Set up my mail name", "", f"<h1>Set up my mail name</h1><p class=\"zh\">設定密碼與郵件別名</p>{self._flash(state)}<dl>{facts}</dl><p>The name cannot be changed later. 電子郵件別名第一次設定之後則不能修改，請慎重選擇。</p>"
                            f"<p>No new password is asked for here: your cloud password starts as your present PORTAL password. 本頁不另設密碼，首次雲端服務密碼與目前的PORTAL密碼相同。</p>{form}<p>Works from tomorrow. 服務於設定完成隔日生效</p>{self._bye(state)}")

    def _reset(self, request: Request, state: dict[str, object]) -> Response:
        if request.method == "POST":
            self.takes(request, password="cloud_password", again="cloud_password_again")
            if self._csrf_bad(request, state):
                return self._forbidden()
            new = request.get("password")
            if not self.truth.alias:
                state["flash"] = ("danger", "Please activate your account first. 請先啟用網路帳號。")
            elif len(new) < 8 or new.isalpha() or new.isdigit() or new != request.get("again"):
                state["flash"] = ("danger", "Too weak, or the two differ. 密碼強度不足或兩次不同。")
            else:
                self.truth.cloud_password = new
                state["flash"] = ("success", "Your cloud password is new. 雲端服務密碼已重置。")
            return self._go("/reset")
        form = tag("form", self._csrf(state) + group("password", "New cloud password", "新密碼", kind="password") + group("again", "Once more", "再次輸入新密碼", kind="password") + tag("button", zh("Reset", "確定重置"), type="submit"), action="/reset", method="post")
        return self._render("Reset my cloud password", "", f"<h1>Reset my cloud password</h1><p class=\"zh\">重置雲端服務密碼</p>{self._flash(state)}{form}{self._bye(state)}")

    # ---- webmail
    def mail(self, request: Request) -> Response:
        path = request.path
        if path.startswith("/captcha/"):
            return self._captcha_png(path, "abcdefghjkmnpqrstuvwxyz23456789", 5)
        sid, state = self._session(request, "mail.sid")
        if path == "/signin" and request.method == "POST":
            self.takes(request, account="mail_account", password="mail_password", captcha="captcha")
            if self._csrf_bad(request, state):
                return self._forbidden()
            if not self._captcha_ok(request, request.get("captcha").strip()):
                state["flash"] = ("danger", "Wrong characters. 驗證碼錯誤。")
            elif not self.truth.alias or (request.get("account").strip().removesuffix("@ntuh.gov.tw"), request.get("password")) != (self.truth.alias, self.truth.cloud_password):
                state["flash"] = ("danger", "Wrong account or password. 帳號或密碼不正確。")
            else:
                sid = self._fresh("mail.sid", sid)
                self.store[sid]["box"] = self.truth.alias
                self.truth.sessions.add(f"mail:{sid}")
                self.truth.counts["mail_sign_in"] += 1
                return self._go("/inbox")
            return self._go("/")
        if path == "/signout" and request.method == "POST" and "box" in state:
            if self._csrf_bad(request, state):
                return self._forbidden()
            self.truth.sessions.discard(f"mail:{sid}")
            self.truth.counts["sign_out_mail"] += 1
            self._fresh("mail.sid", sid)
            return self._go("/")
        if "box" in state:
            return self._render("Inbox", "", f"<h1>{zh('Inbox', '收件匣')}</h1><p>{escape(self.truth.alias)}@ntuh.gov.tw</p><ul class=\"list-group\"><li>Student IT — Hello!</li></ul>"
                                + tag("form", self._csrf(state) + tag("button", zh("Sign out", "登出"), type="submit"), action="/signout", method="post"))
        form = tag("form", self._csrf(state) + group("account", "Account", "帳號:") + group("password", "Password", "密碼:", kind="password") + self._captcha_box("captcha", "Characters in the picture", "驗證碼(小寫字母或數字):")
                   + tag("label", tag("input", None, type="checkbox", name="remember", value="on") + " " + zh("Remember me", "記住登入資訊 (公用電腦請勿勾選)")) + "<br>" + tag("button", "Sign in", class_="btn btn-primary", type="submit"), action="/signin", method="post")
        return self._render("Mail", "", f"<h1>Mail</h1>{self._flash(state)}{form}<h2>{zh('Notices', '公佈欄')}</h2><p>※如無法登入，請先至下方網址變更密碼，謝謝：<a href=\"{self.urls['account']}/\">https://help.ntuh.gov.tw/</a></p>")

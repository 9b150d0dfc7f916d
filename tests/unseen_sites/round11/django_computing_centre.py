"""Django, by the university computing centre: a doctoral student's form classes, English labels first, Chinese after them."""

from __future__ import annotations

import hashlib
import re
import secrets
import sys
import time
from html import escape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402

CAMPUSES = [("", "---------"), ("1", "Main Campus 總院區"), ("2", "Hsinchu Branch 新竹分院"), ("3", "Yunlin Branch 雲林分院"), ("4", "Beihu Branch 北護分院")]
RULES = """<ul><li>Your password must contain at least 8 characters. 密碼長度不可少於8個字元</li><li>Your password must contain letters and digits. 密碼內容需包含英文及數字</li></ul>"""


def mask(secret: str) -> str:
    salt = secrets.token_hex(8)
    return salt + hashlib.sha256((salt + secret).encode()).hexdigest()[:48]


def same(token: str, secret: str) -> bool:
    return bool(secret) and len(token) == 64 and token[16:] == hashlib.sha256((token[:16] + secret).encode()).hexdigest()[:48]


def widget(name: str, label: str, kind: str = "text", value: str = "", attrs: str = "", hint: str = "", errors: list[str] | None = None, required: bool = True) -> str:
    """One field as crispy-forms draws it."""
    faults = "".join(f'<p id="error_{i}_id_{name}" class="invalid-feedback"><strong>{e}</strong></p>' for i, e in enumerate(errors or [], 1))
    val = f' value="{escape(value)}"' if value else ""
    small = f'<small id="hint_id_{name}" class="form-text text-muted">{hint}</small>' if hint else ""
    return (f'<div id="div_id_{name}" class="form-group"> <label for="id_{name}" class="{"requiredField" if required else ""}">\n                {label}'
            f'{"<span class=asteriskField>*</span>" if required else ""} </label> <div class=""> <input type="{kind}" name="{name}"{val} {attrs} '
            f'class="textinput form-control{" is-invalid" if faults else ""}"{" required" if required else ""} id="id_{name}"> {faults}{small} </div> </div>')


class TheSite(Site):
    title = "Django of a university computing centre, bilingual"

    def __init__(self) -> None:
        super().__init__()
        self.sessions: dict[str, dict] = {}
        self.images: dict[str, str] = {}
        self.tokens: dict[str, str] = {}

    # ------------------------------------------------------------- base.html
    def render(self, r: Request, jar: str, title: str, block: str, session: dict | None = None, nav: str = "", cookies: list[tuple[str, str]] | None = None, status: int = 200) -> Response:
        session, headers = session if session is not None else {}, list(cookies or [])
        secret = self.secret(r, jar, headers)
        notes = "".join(f'<div class="alert alert-{kind} alert-dismissible" role="alert">{text}<button type="button" class="close" data-dismiss="alert">&times;</button></div>' for kind, text in session.pop("messages", []))
        token = f'<input type="hidden" name="csrfmiddlewaretoken" value="{mask(secret)}">'
        body = f"""<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1, shrink-to-fit=no">
    <title>{title} | NTUH</title>
    <link rel="stylesheet" href="/static/css/bootstrap.min.css">
  </head>
  <body>
    <nav class="navbar navbar-light bg-light"><a class="navbar-brand" href="/">NTU Hospital 臺大醫院</a>
      <form action="/i18n/setlang/" method="post" class="form-inline">{{% csrf %}}<input name="next" type="hidden" value="{escape(r.path)}">
        <select name="language" aria-label="Language"><option value="en" selected>English (en)</option><option value="zh-hant">繁體中文 (zh-hant)</option></select><button type="submit" class="btn btn-sm">Go</button></form>
      {nav}
    </nav>
    <div class="container">{notes}
{block}
    </div>
    <footer class="text-muted small">Computer and Information Networking Center 計算機及資訊網路中心 &middot; Helpdesk 261120</footer>
  </body>
</html>""".replace("{% csrf %}", token)
        return Response(body, status, headers=headers)

    def secret(self, r: Request, jar: str, headers: list[tuple[str, str]]) -> str:
        for _, text in headers:
            found = re.match(jar + "csrftoken=([^;]+)", text)
            if found:
                return found[1]
        if r.cookies.get(jar + "csrftoken"):
            return r.cookies[jar + "csrftoken"]
        new = secrets.token_hex(16)
        headers.append(("Set-Cookie", f"{jar}csrftoken={new}; Max-Age=31449600; Path=/; SameSite=Lax"))
        return new

    def forged(self, r: Request, jar: str) -> Response | None:
        if same(r.get("csrfmiddlewaretoken"), r.cookies.get(jar + "csrftoken", "")):
            return None
        return Response('<!DOCTYPE html><html lang="en"><head><title>403 Forbidden</title></head><body><div id="summary"><h1>Forbidden <span>(403)</span></h1>'
                        "<p>CSRF verification failed. Request aborted.</p></div></body></html>", 403)

    def picture_field(self, errors: list[str] | None, label: str, letters: str) -> str:
        key = secrets.token_hex(20)
        self.images[key] = letters
        faults = "".join(f'<p class="invalid-feedback"><strong>{e}</strong></p>' for e in errors or [])
        return (f'<div id="div_id_captcha" class="form-group"> <label for="id_captcha_1" class="requiredField">{label}<span class="asteriskField">*</span></label> <div>'
                f'<img src="/captcha/image/{key}/" alt="captcha" class="captcha"><input type="hidden" name="captcha_0" value="{key}" required id="id_captcha_0">'
                f'<input type="text" name="captcha_1" required id="id_captcha_1" autocapitalize="off" autocomplete="off" autocorrect="off" spellcheck="false">{faults}</div></div>')

    def picture_of(self, r: Request) -> Response:
        key = r.path.split("/")[3]
        if key not in self.images:
            return Response("Not Found", 404)
        letters = self.images[key].split(":")[0]
        self.images[key] = letters + ":" + self.truth.new_captcha(letters, 6 if letters[0] == "1" else 5)
        return Response(picture(self.truth.captcha, "PNG", (126, 38)), kind="image/png")

    def picture_right(self, r: Request, fold: bool) -> bool:
        _, _, wanted = self.images.pop(r.get("captcha_0"), "").partition(":")
        answer = r.get("captcha_1").strip()
        return bool(wanted) and wanted == self.truth.captcha and (answer.upper() if fold else answer) == wanted

    def say(self, session: dict, kind: str, text: str) -> None:
        session.setdefault("messages", []).append((kind, text))

    # ------------------------------------------------------------- portal (apps: accounts, dashboard)
    def portal(self, r: Request) -> Response:
        t = self.truth
        sid = r.cookies.get("sessionid", "")
        session = self.sessions.get(sid)
        if r.path.startswith("/captcha/image/"):
            return self.picture_of(r)
        if r.path == "/i18n/setlang/":
            self.takes(r)
            return redirect(r.get("next", "/"))
        if r.method == "POST" and r.path != "/accounts/login/" and session is None:
            self.takes(r)
        if r.path == "/accounts/login/":
            return self.login(r)
        if session is None:
            return redirect(f"/accounts/login/?next={r.path}")
        if r.path == "/accounts/logout/" and r.method == "POST":
            self.takes(r)
            bad = self.forged(r, "")
            if bad:
                return bad
            self.sessions.pop(sid)
            t.sessions.discard(f"portal:{sid}")
            t.counts["sign_out_portal"] += 1
            return redirect("/accounts/login/", ("Set-Cookie", 'sessionid=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/'))
        nav = f'<span class="navbar-text">Hello 您好! {t.person.name}</span><form action="/accounts/logout/" method="post">{{% csrf %}}<button type="submit" class="btn btn-outline-secondary btn-sm">Log out 登出</button></form>'
        if r.path == "/":
            token = f"{t.person.employee_id}:{secrets.token_urlsafe(5)}:{secrets.token_urlsafe(24)}"
            self.tokens[token] = sid
            menu = [("Change password 更改密碼", "/accounts/password_change/"), ("Signature reminder 個人簽章提醒設定", "/todo/1/"), ("Look up a colleague 查詢員工連絡資料", "/todo/2/"),
                    ("Personal contact details 維護個人連絡資料", f"{self.urls['inner']}/hr/contact/?SESSION={token}"), ("My visits 個人就醫紀錄查詢", "/todo/3/")]
            rows = "".join(f'<a class="list-group-item list-group-item-action" href="{u}">{n}</a>' for n, u in menu)
            return self.render(r, "", "Dashboard", f'<div class="card"><div class="card-header">Personal 個人管理</div><div class="list-group list-group-flush">{rows}</div></div><p>Announcements 全院公告 (2)</p>', session, nav)
        if r.path == "/accounts/password_change/":
            return self.password_change(r, session, nav)
        if r.path == "/accounts/password_change/done/":
            return self.render(r, "", "Password change successful", '<h1>Password change successful 變更成功</h1><p>Your password was changed. 密碼已經變更，請妥善保管。</p><a class="btn btn-link" href="/">Back to menu 回功能選單</a>', session, nav)
        return self.render(r, "", "Under construction", "<p>Coming soon. 建置中</p>", session, nav, status=404 if not r.path.startswith("/todo/") else 200)

    def login(self, r: Request) -> Response:
        t, errors, overall = self.truth, {}, ""
        if r.method == "POST":
            self.takes(r, campus="campus", staff_id="employee_id", password="portal_password", captcha_1="captcha")
            bad = self.forged(r, "")
            if bad:
                return bad
            if r.get("campus") not in [v for v, _ in CAMPUSES if v]:
                errors["campus"] = ["This field is required. 請選擇院區"]
            if not self.picture_right(r, True):
                errors["captcha"] = ["Invalid CAPTCHA. 驗證碼不符"]
            if not errors:
                if r.get("campus") == "1" and r.get("staff_id").strip() == t.person.employee_id and r.get("password") == t.portal_password:
                    sid, token = secrets.token_hex(16), secrets.token_hex(16)
                    self.sessions[sid] = {}
                    t.sessions.add(f"portal:{sid}")
                    t.counts["sign_in"] += 1
                    after = r.get("next")
                    return redirect(after if after.startswith("/") and not after.startswith("//") else "/", ("Set-Cookie", f"sessionid={sid}; HttpOnly; Max-Age=1209600; Path=/; SameSite=Lax"),
                                    ("Set-Cookie", f"csrftoken={token}; Max-Age=31449600; Path=/; SameSite=Lax"))
                overall = '<div class="alert alert-block alert-danger"><ul class="m-0"><li>Please enter a correct staff ID and password. Note that the password is case-sensitive. 帳號或密碼不正確</li></ul></div>'
            t.counts["sign_in_refused"] += 1
        chosen = r.get("campus", "")
        options = "".join(f'<option value="{v}"{" selected" if v == chosen else ""}>{n}</option>' for v, n in CAMPUSES)
        fault = "".join(f'<p class="invalid-feedback"><strong>{e}</strong></p>' for e in errors.get("campus", []))
        return self.render(r, "", "Sign in", f"""<h1 class="h3">Sign in 登入</h1>
<form method="post" action="/accounts/login/">{{% csrf %}}{overall}
<div id="div_id_campus" class="form-group"> <label for="id_campus" class="requiredField">Campus 院區<span class="asteriskField">*</span></label> <div><select name="campus" class="select custom-select" required id="id_campus">{options}</select>{fault}</div></div>
{widget('staff_id', 'Staff ID 帳號', value=r.get('staff_id') if r.method == 'POST' else '', attrs='maxlength="6" autofocus autocomplete="username"')}
{widget('password', 'Password 密碼', 'password', attrs='autocomplete="current-password"', hint='First time? Your national ID, in capitals. 預設為身分證號')}
{self.picture_field(errors.get('captcha'), 'Verification code 驗證碼 (case-insensitive 不用區分大小寫)', '123456789BDFHJLNPRTVXZ')}
<input type="hidden" name="next" value="{escape(r.get('next', '/'))}">
<input type="submit" name="submit" value="Sign in" class="btn btn-primary" id="submit-id-submit"></form>""")

    def password_change(self, r: Request, session: dict, nav: str) -> Response:
        t, errors = self.truth, {}
        if r.method == "POST":
            self.takes(r, old_password="old_password", new_password1="new_password", new_password2="new_password_again")
            bad = self.forged(r, "")
            if bad:
                t.counts["password_refused"] += 1
                return bad
            new = r.get("new_password1")
            if r.get("old_password") != t.portal_password:
                errors["old_password"] = ["Your old password was entered incorrectly. Please enter it again. 舊密碼不正確"]
            if new != r.get("new_password2"):
                errors["new_password2"] = ["The two password fields didn’t match. 兩次新密碼不一致"]
            elif len(new) < 8:
                errors["new_password2"] = ["This password is too short. It must contain at least 8 characters. 密碼太短"]
            elif not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                errors["new_password2"] = ["This password must contain both letters and digits. 需含英文及數字"]
            elif new == t.portal_password:
                errors["new_password2"] = ["The new password is the same as the old one. 與舊密碼相同"]
            if not errors:
                t.portal_password = new
                t.counts["password_changed"] += 1
                return redirect("/accounts/password_change/done/")
            t.counts["password_refused"] += 1
        return self.render(r, "", "Change password", f"""<h1 class="h3">Change password 更改密碼</h1>
<form method="post">{{% csrf %}}
{widget('old_password', 'Old password 請輸入舊密碼', 'password', attrs='autocomplete="current-password"', errors=errors.get('old_password'))}
{widget('new_password1', 'New password 請輸入新密碼', 'password', attrs='autocomplete="new-password"', hint=RULES)}
{widget('new_password2', 'New password confirmation 請再輸入新密碼', 'password', attrs='autocomplete="new-password"', errors=errors.get('new_password2'))}
<button type="submit" class="btn btn-primary">Change my password</button> <a href="/" class="btn btn-link">Back to menu 回功能選單</a></form>""", session, nav)

    # ------------------------------------------------------------- inner (app: hr)
    def inner(self, r: Request) -> Response:
        t, errors = self.truth, {}
        if r.method == "POST":
            self.takes(r, **{"form-0-mobile_phone": "mobile_phone"})
        if r.path == "/i18n/setlang/":
            return redirect(r.get("next", "/"))
        token = r.query.get("SESSION", "")
        session = self.sessions.get(self.tokens.get(token, ""))
        if session is None:
            return redirect(self.urls["portal"] + "/accounts/login/")
        if r.path != "/hr/contact/":
            return Response("<h1>Not Found</h1><p>The requested resource was not found on this server.</p>", 404)
        keys = ["english_surname", "english_given", "english_middle", "office_phone", "home_phone", "mobile_phone"]
        if r.method == "POST":
            bad = self.forged(r, "hr_")
            if bad:
                return bad
            if r.get("form-TOTAL_FORMS") != "1" or r.get("form-INITIAL_FORMS") != "1" or r.get("form-0-id") != "3317":
                return Response("ValidationError: ManagementForm data is missing or has been tampered with", 500)
            for key in keys:
                if len(r.get(f"form-0-{key}")) > 30:
                    errors[key] = ["Ensure this value has at most 30 characters."]
            if not re.fullmatch("09[0-9]{8}", r.get("form-0-mobile_phone")):
                errors["mobile_phone"] = ["Enter a valid mobile number. 行動電話格式錯誤"]
            if not errors:
                t.saved_contact.update({key: r.get(f"form-0-{key}") for key in keys})
                t.counts["contact_saved"] += 1
                self.say(session, "success", f"The contact record “{t.person.name}” was changed successfully.")
                return redirect(f"/hr/contact/?SESSION={token}")
        names = {"english_surname": ("Surname 英文姓", "ex:Chen(陳)"), "english_given": ("Given name 英文首名", "ex: Yi-Fen(怡芬) (說明)"), "english_middle": ("Middle name 英文中名", "ex:Mary 為英文別名，如無，可不填"),
                 "office_phone": ("Office phone 辦公室電話", "ex:61234或23123456"), "home_phone": ("Home phone 住宅電話", "ex:0223123456"), "mobile_phone": ("Mobile 行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")}
        fields = ""
        for key in keys:
            value = r.get(f"form-0-{key}") if r.method == "POST" else t.saved_contact.get(key, getattr(t.person, key))
            fields += widget(f"form-0-{key}", names[key][0], value=value, attrs='maxlength="30"', hint=names[key][1], errors=errors.get(key), required=key == "mobile_phone") + "\n"
        return self.render(r, "hr_", "Contact details", f"""<h1 class="h3">Personal contact details 台大醫院---維護個人連絡資料</h1>
<form method="post">{{% csrf %}}<input type="hidden" name="form-TOTAL_FORMS" value="1" id="id_form-TOTAL_FORMS"><input type="hidden" name="form-INITIAL_FORMS" value="1" id="id_form-INITIAL_FORMS"><input type="hidden" name="form-MIN_NUM_FORMS" value="0"><input type="hidden" name="form-MAX_NUM_FORMS" value="1"><input type="hidden" name="form-0-id" value="3317">
<p>Staff ID 員工編號：{t.person.employee_id} &nbsp; Name 姓名：{t.person.name}</p>
{fields}<button type="submit" name="_save" class="btn btn-success"><i class="fa fa-save"></i> Save 異動儲存</button> <a href="{self.urls['portal']}/">Back to menu 回功能選單</a></form>""", session)

    # ------------------------------------------------------------- account site (app: netid)
    def account(self, r: Request) -> Response:
        t = self.truth
        sid = r.cookies.get("netid_session", "")
        session = self.sessions.get(sid)
        if r.method == "POST":
            self.takes(r, staff_id="employee_id", mobile="registered_phone", otp="code", mail_alias="alias", password1="cloud_password", password2="cloud_password_again")
            bad = None if r.path == "/i18n/setlang/" else self.forged(r, "netid_")
            if bad:
                return bad
        if r.path == "/i18n/setlang/":
            return redirect(r.get("next", "/"))
        if r.path == "/":
            return self.render(r, "netid_", "NetID", """<h1 class="h3">Network account 網路帳號</h1><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<h2 class="h5">Regulations 《規範》</h2><ul><li>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同</li></ul>
<h2 class="h5">FAQ 《常見問題與服務》</h2><dl><dt>When does a new password take effect? 密碼修改後多久可以生效</dt><dd>At once. 即時生效。</dd><dt>Forgotten password 忘記密碼</dt><dd>忘記密碼恕不接受電話、信件等方式查詢。</dd></dl>
<p><a class="btn btn-primary" href="/netid/activate/">Activate network account and set up cloud service<br>啟用網路帳號及首次雲端帳號密碼設定</a></p>
<p><a class="btn btn-warning" href="/netid/reset/">Reset cloud service password<br>重置雲端服務密碼</a></p><p><a class="btn btn-light" href="/vendor/">Vendor VPN 總院廠商VPN展延申請</a></p>""")
        if r.path == "/netid/exit/":
            if session and session.get("ok"):
                t.sessions.discard(f"account:{sid}")
                t.counts["sign_out_account"] += 1
            self.sessions.pop(sid, None)
            return redirect("/", ("Set-Cookie", 'netid_session=""; Max-Age=0; Path=/'))
        found = re.fullmatch(r"/netid/(activate|reset)/((?:otp/|account/|complete/)?)", r.path)
        if not found:
            return self.render(r, "netid_", "Not found", "<h1>Not Found</h1>", status=404)
        flow, step = found[1], found[2]
        if step in ("", "otp/"):
            return self.identify(r, sid, session, flow, step)
        if not session or not session.get("ok") or session.get("flow") != flow:
            return redirect(f"/netid/{flow}/")
        nav = '<a href="/netid/exit/" class="nav-link">Exit 離開</a>'
        if step == "complete/":
            if flow == "activate":
                return self.render(r, "netid_", "All set", f"<h1>All set! 設定完成</h1><p>Your mail address is <strong>{escape(t.alias)}@ntuh.gov.tw</strong>. The service starts tomorrow. 服務隔日生效。</p>", session, nav)
            return self.render(r, "netid_", "Done", "<h1>Done 重置完成</h1><p>Your new cloud password is effective now. 新密碼即時生效。</p>", session, nav)
        return self.cloud(r, session, flow, nav)

    def identify(self, r: Request, sid: str, session: dict | None, flow: str, step: str) -> Response:
        t, here, cookies = self.truth, f"/netid/{flow}/", []
        if r.method == "POST":
            if not session or session.get("flow") != flow or session.get("ok"):
                return redirect(here)
            who = session["who"] = r.get("staff_id").strip()
            if step == "otp/":
                if who != t.person.employee_id:
                    self.say(session, "danger", "No such staff ID. 查無此人")
                elif r.get("mobile").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                    self.say(session, "danger", "The mobile number does not match our records. 手機門號與登記資料不同")
                else:
                    session.update(otp=t.new_message(), sent=time.monotonic())
                    self.say(session, "success", "The code has been sent. 動態碼簡訊發送成功：請將簡訊動態碼輸入後，按「下一步」")
                return redirect(here)
            if who != t.person.employee_id or not session["otp"] or r.get("otp").strip() != session["otp"]:
                t.counts["code_refused"] += 1
                self.say(session, "danger", "Invalid token. 動態碼錯誤")
                return redirect(here)
            if time.monotonic() - session["sent"] > 120:
                t.counts["code_refused"] += 1
                self.say(session, "danger", "This token has expired. 動態碼逾時")
                return redirect(here)
            session.update(ok=True, otp="")
            t.counts["code_accepted"] += 1
            t.sessions.add(f"account:{sid}")
            return redirect(here + "account/")
        if not session or session.get("flow") != flow or session.get("ok"):
            sid = secrets.token_hex(16)
            session = self.sessions[sid] = {"flow": flow, "who": "", "otp": "", "sent": 0.0, "ok": False}
            cookies = [("Set-Cookie", f"netid_session={sid}; HttpOnly; Path=/; SameSite=Lax")]
        name = "Activation 啟用網路帳號及首次雲端帳號密碼設定" if flow == "activate" else "Reset 重置雲端服務密碼"
        return self.render(r, "netid_", "Verify your identity", f"""<h1 class="h3">{name}</h1><div class="alert alert-secondary">Notes 注意事項<ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li></ul></div>
<form method="post" id="otp-form" action="{here}">{{% csrf %}}
{widget('staff_id', 'Network account / Staff ID<br>網路帳號 / 主職員工編號', value=session['who'], attrs='maxlength="6"')}
<button type="button" class="btn btn-info" onclick="document.getElementById('sms-dialog').showModal()">Send code 發送簡訊動態碼</button>
{widget('otp', 'SMS (or MOTP) token<br>簡訊(或MOTP)動態碼', attrs='maxlength="6" autocomplete="one-time-code" inputmode="numeric"', required=False)}
<button type="submit" class="btn btn-primary">Next 下一步</button></form>
<dialog id="sms-dialog"><p><label for="id_mobile">Registered mobile number<br>請輸入帳號登記的手機門號(10碼)</label> <input type="tel" name="mobile" id="id_mobile" maxlength="10" form="otp-form"></p>
<button type="submit" form="otp-form" formaction="{here}otp/" formnovalidate class="btn btn-primary">Send 確定發送</button> <button type="button" class="btn btn-secondary" onclick="document.getElementById('sms-dialog').close()">Cancel 取消</button></dialog>""", session, cookies=cookies)

    def cloud(self, r: Request, session: dict, flow: str, nav: str) -> Response:
        t, p, errors = self.truth, self.truth.person, {}
        if flow == "reset" and not t.alias:
            return self.render(r, "netid_", "Reset", "<p>Cloud service not activated yet. 尚未啟用雲端服務</p>", session, nav)
        if r.method == "POST":
            alias, pw = r.get("mail_alias").strip(), r.get("password1")
            if r.has("cancel"):
                return redirect("/netid/exit/")
            if flow == "activate":
                if t.alias:
                    errors["mail_alias"] = ["Already activated; the alias is final. 已啟用過，別名不得修改"]
                elif not re.fullmatch("[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}", alias):
                    errors["mail_alias"] = ["Enter a valid alias consisting of letters, digits, dots, hyphens or underscores. 別名格式不符"]
                elif alias.lower() == "taken.name":
                    errors["mail_alias"] = ["A user with that alias already exists. 別名已存在"]
            if pw != r.get("password2"):
                errors["password2"] = ["The two password fields didn’t match. 兩次密碼不一致"]
            elif len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search("[0-9]", pw):
                errors["password2"] = ["This password does not satisfy the policy. 密碼不符規定"]
            if not errors:
                t.cloud_password = pw
                if flow == "activate":
                    t.alias = alias
                    t.counts["activated"] += 1
                return redirect(f"/netid/{flow}/complete/")
        pair = (widget("password1", "Password 密碼", "password", attrs='autocomplete="new-password"', hint=RULES)
                + widget("password2", "Password confirmation 再次輸入密碼", "password", attrs='autocomplete="new-password"', errors=errors.get("password2")))
        if flow == "reset":
            return self.render(r, "netid_", "Reset", f'<h1 class="h3">Reset cloud service password 重置雲端服務密碼</h1><form method="post">{{% csrf %}}{pair}<button type="submit" class="btn btn-primary">Reset 重置</button></form>', session, nav)
        facts = f"""<table class="table table-sm"><tr><th>Network account / Staff ID 網路帳號 / 主職員工編號</th><td>{p.employee_id}</td></tr><tr><th>Name 帳號姓名</th><td>{p.name}</td></tr>
<tr><th>Department 主職單位</th><td>{p.unit}</td></tr><tr><th>Valid until 有效期限</th><td>{p.valid_until}</td></tr></table>"""
        if t.alias:
            told = "".join(f'<div class="alert alert-danger">{e}</div>' for e in errors.get("mail_alias", []))
            rest = f'{told}<p>Cloud account 雲端服務帳號 (電子郵件名稱): <strong>{escape(t.alias)}</strong>@ntuh.gov.tw <span class="badge badge-success">Active 使用中</span></p>'
        else:
            rest = f"""<form method="post">{{% csrf %}}
{widget('mail_alias', 'Cloud account (e-mail alias)<br>雲端服務帳號 (電子郵件名稱)', value=r.get('mail_alias'), attrs='maxlength="64" autocapitalize="none"', hint='@ntuh.gov.tw &nbsp; at most 64 characters 名稱長度限64字元內', errors=errors.get('mail_alias'))}
{pair}<button type="submit" name="cancel" value="1" class="btn btn-secondary" formnovalidate>Cancel 取消啟用</button> <button type="submit" class="btn btn-primary">Activate 啟用雲端服務</button></form>
<p>Effective on the following day 服務於設定完成隔日生效</p>"""
        return self.render(r, "netid_", "Password and mail alias", f'<h1 class="h3">Password and mail alias 設定密碼與郵件別名</h1><p>雲端服務帳號說明：</p><ol><li>雲端服務帳號為跨體系使用。</li><li>服務於設定完成隔日生效。</li></ol>{facts}{rest}', session, nav)

    # ------------------------------------------------------------- webmail
    def mail(self, r: Request) -> Response:
        t, errors, overall = self.truth, None, ""
        sid = r.cookies.get("mail_session", "")
        session = self.sessions.get(sid)
        if r.path.startswith("/captcha/image/"):
            return self.picture_of(r)
        if r.method == "POST":
            self.takes(r, login_name="mail_account", login_pw="mail_password", captcha_1="captcha")
            if r.path == "/i18n/setlang/":
                return redirect(r.get("next", "/"))
            bad = self.forged(r, "mail_")
            if bad:
                return bad
            if r.path == "/logout/":
                if self.sessions.pop(sid, None) is not None:
                    t.sessions.discard(f"mail:{sid}")
                    t.counts["sign_out_mail"] += 1
                return redirect("/")
            if not self.picture_right(r, False):
                errors = ["Invalid CAPTCHA. 驗證碼不符"]
            elif not t.alias or r.get("login_name").strip().lower().split("@")[0] != t.alias.lower() or r.get("login_pw") != t.cloud_password:
                overall = '<div class="alert alert-danger">Login failed. 登入失敗，請檢查帳號及密碼</div>'
            else:
                sid = secrets.token_hex(16)
                self.sessions[sid] = {}
                t.sessions.add(f"mail:{sid}")
                t.counts["mail_sign_in"] += 1
                return redirect("/inbox/", ("Set-Cookie", f"mail_session={sid}; HttpOnly; Path=/"))
        if r.path == "/inbox/":
            if session is None:
                return redirect("/")
            return self.render(r, "mail_", "Inbox (1)", '<h1 class="h3">Inbox 收件匣</h1><table class="table"><tr><th>From</th><th>Subject</th></tr><tr><td>CINC</td><td>Welcome 歡迎</td></tr></table>', session,
                               f'<span>{escape(t.alias)}@ntuh.gov.tw</span><form action="/logout/" method="post">{{% csrf %}}<button type="submit" class="btn btn-sm">Log out 登出</button></form>')
        return self.render(r, "mail_", "Webmail", f"""<h1 class="h3">Webmail 電子郵件</h1><form method="post" action="/">{{% csrf %}}{overall}
{widget('login_name', 'Account 帳號:')}{widget('login_pw', 'Password 密碼:', 'password')}
{self.picture_field(errors, 'Code 驗證碼(小寫字母或數字):', 'abcdefghjkmnpqrstuvwxyz23456789')}
<div class="form-check"><input type="checkbox" name="remember" class="form-check-input" id="id_remember"><label for="id_remember" class="form-check-label">Remember me 記住登入資訊 (公用電腦請勿勾選)</label></div>
<button type="submit" class="btn btn-primary">Log in</button></form><hr><h2 class="h6">Bulletin 公佈欄</h2><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p><p>※如無法登入，請先至下方網址變更密碼，謝謝： <a href="{self.urls['account']}/">https://help.ntuh.gov.tw/</a></p>""")

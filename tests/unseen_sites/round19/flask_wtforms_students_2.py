from __future__ import annotations

import base64
import hashlib
import re
import secrets
import time
from html import escape as esc

from truth import Request, Response, Site, picture, redirect

BASE = """<!doctype html>
<html lang="zh-Hant-TW">
<head>
  <meta charset="utf-8">
  <title>{title} · NTUH</title>
  <style>
    body {{ font-family: "Noto Sans TC", sans-serif; background: #f6f7fb; margin: 0 }}
    .cards {{ display: flex; flex-wrap: wrap; gap: 14px }} .card {{ background: #fff; border-radius: 8px; box-shadow: 0 1px 4px #bbb; padding: 16px; margin: 12px 0; min-width: 200px }}
    .wrap {{ max-width: 820px; margin: auto }} .en {{ color: #777; font-size: .85em }} .flash-danger {{ background: #fdd; padding: 8px }} .flash-success {{ background: #dfd; padding: 8px }}
    .err {{ color: #b00 }} .modal {{ display: none; border: 1px solid #999; padding: 16px; background: #fff }} .modal.show {{ display: block }} nav {{ background: #3b5bdb; color: #fff; padding: 10px }} nav a {{ color: #fff }}
  </style>
</head>
<body>
<nav><b>🏥 台大醫院 NTUH</b> {nav}</nav>
<div class="wrap">
{flashes}
{body}
</div>
<!-- 期末專題 第 7 組 -->
<footer class="wrap en">Made with Flask ♥ 資訊室 ext. 261120</footer>
</body>
</html>"""


class Field:
    """As a WTForms field looks when a macro renders it."""

    def __init__(self, name: str, zh: str, en: str, kind: str = "text", **kw: object) -> None:
        self.name, self.zh, self.en, self.kind, self.kw = name, zh, en, kind, kw

    def html(self, value: str = "", error: str = "", form: str = "") -> str:
        kw = "".join(f' {k}="{v}"' for k, v in self.kw.items() if k != "tip")
        star = "*" if "required" not in self.kw.get("tip", "") else ""
        tip = f'<small class="form-text en">{self.kw["tip"]}</small>' if self.kw.get("tip") else ""
        return (f'<div class="mb-3"><label for="{self.name}" class="form-label">{self.zh} <span class="en">{self.en}</span>{star}</label>\n'
                f'<input class="form-control{" is-invalid" if error else ""}" id="{self.name}" name="{self.name}" type="{self.kind}" value="{esc(value)}"{kw}{form}>{tip}'
                + (f'<div class="invalid-feedback d-block err">{esc(error)}</div>' if error else "") + "</div>\n")


class TheSite(Site):
    title = "flask_wtforms_students_2"

    def __init__(self) -> None:
        super().__init__()
        self.flask: dict[str, dict] = {}
        self.signed: dict[str, str] = {}

    # ---- flask-ish things
    def ses(self, rq: Request, bp: str) -> dict:
        raw = rq.cookies.get(f"{bp}_session", "")
        got = self.flask.get(raw)
        if got is None or got["bp"] != bp:
            raw = "eyJ" + secrets.token_urlsafe(30)
            got = self.flask[raw] = {"bp": bp, "id": raw, "csrf": hashlib.sha1(secrets.token_bytes(32)).hexdigest(), "flash": [], "new": True}
        return got

    def finish(self, g: dict, rs: Response) -> Response:
        if g.get("new"):
            g["new"] = False
            rs.headers += [("Set-Cookie", f"{g['bp']}_session={g['id']}; HttpOnly; Path=/"), ("Vary", "Cookie")]
        return rs

    def render(self, g: dict, title: str, body: str, nav: str = "") -> Response:
        fl = "".join(f'<div class="alert alert-{c} flash-{c}" role="alert">{esc(m)}</div>\n' for c, m in g["flash"])
        g["flash"].clear()
        return self.finish(g, Response(BASE.format(title=title, nav=nav, flashes=fl, body=body)))

    def away(self, g: dict, to: str, message: str = "", cat: str = "danger") -> Response:
        if message:
            g["flash"].append((cat, message))
        return self.finish(g, redirect(to))

    def hidden(self, g: dict) -> str:
        return f'<input id="csrf_token" name="csrf_token" type="hidden" value="{g["csrf"]}">'

    def csrf(self, rq: Request, g: dict) -> Response | None:
        if rq.get("csrf_token") == g["csrf"]:
            return None
        return self.finish(g, Response("<!doctype html><title>400 Bad Request</title><h1>Bad Request</h1><p>The CSRF token is missing or has expired. 表單已過期</p>", 400))

    def captcha(self, g: dict, letters: str = "") -> str:
        text = self.truth.new_captcha(letters, 5) if letters else self.truth.new_captcha()
        g["hash"] = hashlib.sha256((text + secrets.token_hex(4)).encode()).hexdigest()
        g["text"] = text
        src = base64.b64encode(picture(text, "PNG")).decode()
        return f'<img class="simple-captcha-img" alt="captcha" src="data:image/png;base64,{src}"><input type="hidden" name="captcha-hash" value="{g["hash"]}">'

    def matched(self, rq: Request, g: dict) -> bool:
        text, h, now = g.pop("text", ""), g.pop("hash", ""), self.truth.captcha
        self.truth.captcha = ""
        return bool(text) and text == now and rq.get("captcha-hash") == h and rq.get("captcha-text").strip().upper() == text.upper()

    # ---- portal blueprint
    OLD = Field("old_password", "請輸入舊密碼", "Current password", "password", required="")
    NEW = Field("new_password", "請輸入新密碼", "New password", "password", required="", minlength="8", tip="1.密碼長度不可少於8個字元 2.密碼內容需包含英文及數字 (at least 8 chars, letters and digits)")
    CONFIRM = Field("confirm", "請再輸入新密碼", "Repeat new password", "password", required="")

    def portal(self, rq: Request) -> Response:
        g, t = self.ses(rq, "portal"), self.truth
        me = "portal:" + g["id"]
        if rq.path == "/auth/login":
            if rq.method == "POST":
                self.takes(rq, **{"campus": "campus", "username": "employee_id", "password": "portal_password", "captcha-text": "captcha"})
                if bad := self.csrf(rq, g):
                    return bad
                if not self.matched(rq, g):
                    why = "驗證碼錯誤 Wrong captcha, try the new picture."
                elif rq.get("campus") not in ("T0", "T2", "T4", "Y0") or rq.get("username").strip() != t.person.employee_id or rq.get("password") != t.portal_password:
                    why = "帳號或密碼錯誤 Invalid account or password."
                else:
                    t.sessions.add(me)
                    t.counts["sign_in"] += 1
                    return self.away(g, "/", "登入成功 Logged in successfully.", "success")
                t.counts["sign_in_refused"] += 1
                g["flash"].append(("danger", why))
            radios = "".join(f'<li><input id="campus-{i}" name="campus" type="radio" value="{v}"{" checked" if i == 0 else ""}> <label for="campus-{i}">{w}</label></li>' for i, (v, w) in enumerate((("T0", "總院區"), ("T2", "北護分院"), ("T4", "新竹分院"), ("Y0", "雲林分院"))))
            return self.render(g, "登入 Login", f"""<div class="card"><h2>醫療資訊系統 <span class="en">Medical Information System</span></h2>
<form method="post" action="/auth/login" novalidate>{self.hidden(g)}
<div class="mb-3"><label>院區 <span class="en">Campus</span></label><ul id="campus" style="list-style:none">{radios}</ul></div>
{Field("username", "帳號", "Account", placeholder="6 digits").html(rq.get("username"))}{Field("password", "密碼", "Password", "password").html()}
<div class="mb-3"><label for="captcha-text">驗證碼 <span class="en">Captcha (不用區分大小寫, case-insensitive)</span></label><br>{self.captcha(g)}<input type="text" class="form-control" id="captcha-text" name="captcha-text" autocomplete="off" maxlength="6"></div>
<input class="btn btn-primary" id="submit" name="submit" type="submit" value="登入 Sign in"></form></div>""")
        if me not in t.sessions:
            return self.away(g, "/auth/login?next=" + ("%2F" if rq.path == "/" else ""), "請先登入 Please log in to access this page.")
        nav = '<a href="/">首頁 Home</a> <a href="/auth/logout">登出系統 Log out</a>'
        if rq.path == "/auth/logout":
            self.takes(rq)
            t.sessions.discard(me)
            t.counts["sign_out_portal"] += 1
            return self.away(g, "/auth/login", "您已登出 You have been logged out.", "success")
        if rq.path == "/auth/password":
            errs: dict[str, str] = {}
            if rq.method == "POST":
                self.takes(rq, old_password="old_password", new_password="new_password", confirm="new_password_again")
                if bad := self.csrf(rq, g):
                    return bad
                old, new = rq.get("old_password"), rq.get("new_password")
                if old != t.portal_password:
                    errs["old_password"] = "舊密碼不對 Current password is wrong."
                if len(new) < 8:
                    errs["new_password"] = "Field must be at least 8 characters long. 太短了"
                elif not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                    errs["new_password"] = "要有英文也要有數字 Letters and digits are both required."
                if rq.get("confirm") != new:
                    errs["confirm"] = "兩次密碼不一樣 Passwords must match."
                if not errs:
                    t.portal_password = new
                    t.counts["password_changed"] += 1
                    return self.away(g, "/", "密碼更新完成！ Your password has been updated.", "success")
                t.counts["password_refused"] += 1
            fields = "".join(f.html("", errs.get(f.name, "")) for f in (self.OLD, self.NEW, self.CONFIRM))
            return self.render(g, "更改密碼", f"""<div class="card"><h3>更改密碼 <span class="en">Change Password</span></h3><form method="post" action="" novalidate>{self.hidden(g)}{fields}<input class="btn btn-primary" id="submit" name="submit" type="submit" value="送出 Submit"> <a href="/">回功能選單 Back to menu</a></form></div>""", nav)
        if rq.path == "/go/contact":
            key = secrets.token_hex(16)
            self.signed[key] = me
            return self.away(g, f"{self.urls['inner']}/staff/contact?SESSION={key}")
        if rq.path != "/":
            return self.away(g, "/", "這個功能還沒做好 Under construction.")
        cards = "".join(f'<div class="card"><h4><a href="{u}">{i} {zh}</a></h4><p class="en">{en}</p></div>' for i, zh, en, u in (
            ("🔑", "更改密碼", "Change password", "/auth/password"), ("🔔", "個人簽章提醒設定", "Signature reminders", "/todo/1"), ("📄", "薪資所得免稅額申報表", "Tax form", "/todo/2"), ("🔍", "查詢員工連絡資料", "Find a colleague", "/todo/3"),
            ("📇", "維護個人連絡資料", "My contact information", "/go/contact"), ("💊", "個人就醫紀錄查詢", "My visits", "/todo/4"), ("📱", "行動憑證申請", "Mobile certificate", "/todo/5")))
        return self.render(g, "個人管理", f'<h2>{t.person.name} 您好! <span class="en">Hello!</span></h2><h3>個人管理 <span class="en">Personal</span></h3><div class="cards">{cards}</div><div class="card"><h4>全院公告 News</h4><p>2019/10/21 請全院同仁填報「薪資所得免稅額申報表」</p></div>', nav)

    # ---- staff blueprint (another host)
    CONTACT = [("english_surname", Field("last_name", "英文姓", "Surname", maxlength="30", tip="ex:Chen(陳)")), ("english_given", Field("first_name", "英文首名", "Given name", maxlength="30", tip="ex: Yi-Fen(怡芬)")),
               ("english_middle", Field("middle_name", "英文中名", "Middle name", maxlength="30", tip="ex:Mary 為英文別名，如無，可不填")), ("office_phone", Field("ext", "辦公室電話", "Office phone", tip="ex:61234或23123456")),
               ("home_phone", Field("home", "住宅電話", "Home phone", tip="ex:0223123456")), ("mobile_phone", Field("cell", "行動電話", "Mobile phone", "tel", maxlength="10", tip="ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))]

    def inner(self, rq: Request) -> Response:
        g, t = self.ses(rq, "staff"), self.truth
        if rq.query.get("SESSION") in self.signed:
            g["sso"] = self.signed.pop(rq.query["SESSION"])
            return self.away(g, "/staff/contact")
        if g.get("sso") not in t.sessions:
            return self.render(g, "401", f'<div class="card">登入逾時 Session expired. <a href="{self.urls["portal"]}/">回登入頁</a></div>')
        wrong = ""
        if rq.method == "POST":
            self.takes(rq, cell="mobile_phone")
            if bad := self.csrf(rq, g):
                return bad
            if not re.fullmatch(r"09[0-9]{8}", rq.get("cell")) or not all(rq.has(f.name) for _, f in self.CONTACT):
                wrong = "手機要10碼 Invalid mobile number."
            else:
                t.saved_contact.update({k: rq.get(f.name) for k, f in self.CONTACT})
                t.counts["contact_saved"] += 1
                return self.away(g, "/staff/contact", "資料存好了！ Your contact information has been saved.", "success")
        rows = "".join(f.html(t.saved_contact.get(k, getattr(t.person, k)), wrong if f.name == "cell" else "") for k, f in self.CONTACT)
        return self.render(g, "維護個人連絡資料", f"""<div class="card"><h3>台大醫院---維護個人連絡資料 <span class="en">Contact information</span></h3><form method="post" action="/staff/contact" novalidate>{self.hidden(g)}
<p>員工編號：<input name="emp_no" value="{t.person.employee_id}" disabled> 姓名：{t.person.name}</p>{rows}<input class="btn btn-success" id="save" name="save" type="submit" value="異動儲存 Save"></form></div>""", f'<a href="{self.urls["portal"]}/">回功能選單 Menu</a>')

    # ---- account app
    def account(self, rq: Request) -> Response:
        g, t = self.ses(rq, "help"), self.truth
        me, p = "account:" + g["id"], rq.path
        if p == "/":
            return self.render(g, "帳號服務 Account service", """<div class="card"><h3>《規範》 <span class="en">Rules</span></h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用。</p></div><div class="card"><h3>《常見問題與服務》 <span class="en">FAQ</span></h3><details><summary>密碼修改後多久可以生效</summary>即時生效。</details></div>
<div class="cards"><div class="card"><a class="btn" href="/activate/verify">啟用網路帳號及首次雲端帳號密碼設定<br><span class="en">Activate account &amp; first password</span></a></div><div class="card"><a class="btn" href="/reset/verify">重置雲端服務密碼<br><span class="en">Reset cloud password</span></a></div><div class="card"><a class="btn" href="/#">總院廠商VPN展延申請<br><span class="en">VPN for vendors</span></a></div></div>""")
        way = "reset" if p.startswith("/reset") else "activate"
        zh, en = ("重置雲端服務密碼", "Reset cloud password") if way == "reset" else ("啟用網路帳號及首次雲端帳號密碼設定", "Account activation")
        if rq.method == "POST":
            self.takes(rq, account="employee_id", phone="registered_phone", otp="code", mail_name="alias", cloud_pw="cloud_password", cloud_pw2="cloud_password_again")
            if bad := self.csrf(rq, g):
                return bad
        if p in ("/activate/verify", "/reset/verify", "/activate/sms", "/reset/sms"):
            if rq.method == "POST":
                g["account"] = rq.get("account").strip()
                if g["account"] != t.person.employee_id:
                    return self.away(g, f"/{way}/verify", "查無此帳號 Unknown account.")
                if p.endswith("/sms"):
                    if rq.get("phone").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                        return self.away(g, f"/{way}/verify", "門號跟登記的不一樣 The phone number does not match our records.")
                    g["otp"], g["otp_time"] = t.new_message(), time.time()
                    return self.away(g, f"/{way}/verify", "動態碼簡訊發送成功 SMS sent：請將簡訊動態碼輸入後，按「下一步」", "success")
                right = bool(g.get("otp")) and rq.get("otp").strip() == g["otp"]
                if right and time.time() - g["otp_time"] <= 120:
                    g["otp"] = ""
                    t.counts["code_accepted"] += 1
                    t.sessions.add(me)
                    return self.away(g, f"/{way}/setup")
                t.counts["code_refused"] += 1
                return self.away(g, f"/{way}/verify", "動態碼過期了 Code expired (2 min)." if right else "動態碼不對 Wrong code.")
            bind = ' form="verify-form"'
            return self.render(g, zh, f"""<div class="card"><h3>{zh} <span class="en">{en}</span></h3><ul><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul>
<form method="post" action="/{way}/verify" id="verify-form" novalidate>{self.hidden(g)}{Field("account", "網路帳號 / 主職員工編號", "Employee ID", maxlength="6").html(g.get("account", ""))}
<button type="button" class="btn btn-outline" onclick="document.getElementById('phone-modal').classList.add('show')">發送簡訊動態碼 <span class="en">Send SMS code</span></button>
{Field("otp", "簡訊(或MOTP)動態碼", "One-time code", autocomplete="one-time-code", maxlength="6").html()}<input class="btn btn-primary" id="next" name="next" type="submit" value="下一步 Next"></form></div>
<div class="modal" id="phone-modal" role="dialog"><div class="modal-body">{Field("phone", "請輸入帳號登記的手機門號(10碼)", "Registered mobile number", "tel", maxlength="10").html(form=bind)}</div>
<div class="modal-footer"><button type="submit" name="send" value="1" form="verify-form" formaction="/{way}/sms" class="btn btn-primary">確定發送 <span class="en">Send</span></button> <button type="button" onclick="document.getElementById('phone-modal').classList.remove('show')">取消 Cancel</button></div></div>""")
        if me not in t.sessions:
            return self.away(g, f"/{way}/verify", "請先驗證身分 Please verify first.")
        if p == "/logout":
            self.takes(rq)
            t.sessions.discard(me)
            t.counts["sign_out_account"] += 1
            return self.away(g, "/", "已登出 Bye!", "success")
        nav = '<a href="/logout">登出 Log out</a>'
        errs: dict[str, str] = {}
        if rq.method == "POST" and p.endswith("/setup"):
            name, w = rq.get("mail_name").strip(), rq.get("cloud_pw")
            if way == "activate" and t.alias:
                return self.away(g, "/activate/setup", "這個帳號早就啟用過了 Already activated.")
            if way == "reset" and not t.alias:
                return self.away(g, "/reset/setup", "還沒啟用，不能重置 Not activated yet.")
            if way == "activate" and name.lower() == "taken.name":
                errs["mail_name"] = "這個名稱被用走了 This name is taken."
            elif way == "activate" and not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", name):
                errs["mail_name"] = "名稱格式不對 Invalid mail name."
            if len(w) < 8 or not re.search("[A-Za-z]", w) or not re.search("[0-9]", w):
                errs["cloud_pw"] = "至少8碼，要有英文和數字 Too weak."
            if rq.get("cloud_pw2") != w:
                errs["cloud_pw2"] = "兩次不一樣 Passwords must match."
            if not errs:
                t.cloud_password = w
                if way == "activate":
                    t.alias = name
                    t.counts["activated"] += 1
                    return self.away(g, "/done", "雲端服務開通完成 🎉 Your cloud account is ready.", "success")
                return self.away(g, "/done", "雲端密碼重置完成 Cloud password has been reset.", "success")
        who = t.person
        facts = "".join(f'<tr><th>{a} <span class="en">{b}</span></th><td>{c}</td></tr>' for a, b, c in (("網路帳號 / 主職員工編號", "ID", who.employee_id), ("帳號姓名", "Name", who.name), ("主職單位", "Unit", who.unit), ("有效期限", "Valid until", who.valid_until)))
        if p == "/done" or (way == "activate" and t.alias):
            mail = f'<tr><th>雲端服務帳號 (電子郵件名稱)</th><td>{esc(t.alias)}@ntuh.gov.tw</td></tr><tr><th>狀態 <span class="en">Status</span></th><td>✅ 已啟用 Activated</td></tr>' if t.alias else ""
            return self.render(g, "帳號狀態 Status", f'<div class="card"><table>{facts}{mail}</table><a href="/">回首頁 Home</a></div>', nav)
        pair = Field("cloud_pw", "雲端服務密碼", "Cloud password", "password", tip="至少8碼，含英文及數字").html("", errs.get("cloud_pw", "")) + Field("cloud_pw2", "再輸入一次雲端服務密碼", "Repeat", "password").html("", errs.get("cloud_pw2", ""))
        if way == "reset":
            return self.render(g, zh, f'<div class="card"><h3>{zh}</h3><table>{facts}</table><form method="post" action="/reset/setup" novalidate>{self.hidden(g)}{pair}<input id="submit" name="submit" type="submit" value="重置 Reset"></form></div>', nav)
        return self.render(g, "設定密碼與郵件別名", f"""<div class="card"><h3>設定密碼與郵件別名 <span class="en">Password &amp; mail alias</span></h3><ol><li>雲端服務帳號為跨體系使用。</li><li>服務於設定完成隔日生效。</li></ol><table>{facts}</table>
<form method="post" action="/activate/setup" novalidate>{self.hidden(g)}{Field("mail_name", "雲端服務帳號 (電子郵件名稱)", "Mail name", maxlength="64", tip="@ntuh.gov.tw 名稱長度限64字元內").html(rq.get("mail_name"), errs.get("mail_name", ""))}{pair}
<a class="btn" href="/logout">取消啟用 Cancel</a> <input class="btn btn-success" id="submit" name="submit" type="submit" value="啟用雲端服務 Activate"></form></div>""", nav)

    # ---- mail app
    def mail(self, rq: Request) -> Response:
        g, t = self.ses(rq, "mail"), self.truth
        me = "mail:" + g["id"]
        if rq.path == "/logout" and me in t.sessions:
            self.takes(rq)
            t.sessions.discard(me)
            t.counts["sign_out_mail"] += 1
            return self.away(g, "/login", "已登出 Logged out.", "success")
        if rq.path == "/login":
            if rq.method == "POST":
                self.takes(rq, **{"email": "mail_account", "password": "mail_password", "captcha-text": "captcha"})
                if bad := self.csrf(rq, g):
                    return bad
                if not self.matched(rq, g):
                    g["flash"].append(("danger", "驗證碼錯誤 Wrong captcha."))
                elif not t.alias or rq.get("email").strip().lower().removesuffix("@ntuh.gov.tw") != t.alias.lower() or rq.get("password") != t.cloud_password:
                    g["flash"].append(("danger", "帳號或密碼錯誤 Login failed."))
                else:
                    t.sessions.add(me)
                    t.counts["mail_sign_in"] += 1
                    return self.away(g, "/inbox")
            return self.render(g, "電子信箱 Webmail", f"""<div class="cards"><div class="card"><form method="post" action="/login" novalidate>{self.hidden(g)}{Field("email", "帳號:", "Account").html(rq.get("email"))}{Field("password", "密碼:", "Password", "password").html()}
<div class="mb-3"><label for="captcha-text">驗證碼(小寫字母或數字): <span class="en">Captcha</span></label><input id="captcha-text" name="captcha-text" type="text" autocomplete="off" maxlength="5">{self.captcha(g, "abcdefhkmnprstuvwxy2345678")}</div>
<div class="form-check"><input class="form-check-input" id="remember" name="remember" type="checkbox" value="y"> <label for="remember">記住登入資訊 (公用電腦請勿勾選) <span class="en">Remember me</span></label></div><input class="btn btn-primary" id="submit" name="submit" type="submit" value="登入 Sign in"></form></div><div class="card"><h4>公佈欄 News</h4>體系帳號整併中，請用主要任職院區帳號登入。</div></div>""")
        if me not in t.sessions:
            return self.away(g, "/login")
        return self.render(g, "收件匣 Inbox", f'<div class="card"><h3>收件匣 <span class="en">Inbox</span></h3><p>{esc(t.alias)}@ntuh.gov.tw</p><ul><li>資訊室：Welcome 歡迎使用</li></ul></div>', '<a href="/logout">登出 Log out</a>')

from __future__ import annotations

import html
import re
import secrets
import time

from truth import Request, Response, Site, picture, redirect

E = html.escape
MENU = ["更改密碼", "個人簽章提醒設定", "薪資所得免稅額申報表", "員工待遇福利查詢", "查詢員工連絡資料", "維護個人連絡資料",
        "個人就醫紀錄查詢", "權限更改申請(總院)", "行動憑證申請"]


class TheSite(Site):
    title = "rails7_hotwire_off"

    def __init__(self) -> None:
        super().__init__()
        self.store: dict[str, dict] = {}
        self.inner_tickets: dict[str, str] = {}

    # ---------------------------------------------------------------- session store, as a signed cookie would be
    def load(self, r: Request, name: str) -> dict:
        sid = r.cookies.get(name, "")
        if sid not in self.store or self.store[sid]["cookie"] != name:
            sid = secrets.token_hex(16)
            self.store[sid] = {"cookie": name, "sid": sid, "csrf": secrets.token_urlsafe(48), "flash": [], "fresh": True}
        return self.store[sid]

    def keep(self, s: dict, answer: Response) -> Response:
        if s.pop("fresh", None):
            answer.headers.append(("Set-Cookie", f"{s['cookie']}={s['sid']}; path=/; HttpOnly; SameSite=Lax"))
        return answer

    def go(self, s: dict, to: str, kind: str = "", words: str = "") -> Response:
        if words:
            s["flash"].append((kind, words))
        return self.keep(s, redirect(to, status=303 if kind != "plain" else 302))

    def layout(self, s: dict, title: str, body: str, status: int = 200, nav: str = "") -> Response:
        flash = "".join(
            f'<div class="alert alert-{"success" if k == "notice" else "danger"} alert-dismissible fade show" role="alert">{E(w)}'
            '<button type="button" class="btn-close" data-bs-dismiss="alert" aria-label="Close"></button></div>' for k, w in s["flash"])
        s["flash"] = []
        return self.keep(s, Response(f"""<!DOCTYPE html>
<html lang="zh-TW">
  <head>
    <title>{title} | NTUH</title>
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <meta name="csrf-param" content="authenticity_token" />
<meta name="csrf-token" content="{s['csrf']}" />
    <style>body{{font-family:sans-serif;margin:0}} .container{{max-width:880px;margin:1rem auto}} .alert-danger{{background:#f8d7da;padding:.6rem}} .alert-success{{background:#d1e7dd;padding:.6rem}} .navbar{{background:#0b5;padding:.5rem 1rem;color:#fff}} .visually-hidden{{position:absolute;left:-9999px}} abbr{{color:#c00;text-decoration:none}}</style>
  </head>
  <body data-turbo="false">
    <nav class="navbar navbar-expand-lg"><a class="navbar-brand" href="/">台大醫院 NTUH</a> {nav}</nav>
    <main class="container">
      {flash}
      {body}
    </main>
    <footer class="container text-muted"><small>資訊室 分機 261120</small></footer>
  </body>
</html>""", status))

    def form(self, s: dict, klass: str, action: str, inside: str, method: str = "") -> str:
        verb = f'<input type="hidden" name="_method" value="{method}" autocomplete="off" />' if method else ""
        return (f'<form class="simple_form {klass}" novalidate="novalidate" action="{action}" accept-charset="UTF-8" method="post">{verb}'
                f'<input type="hidden" name="authenticity_token" value="{s["csrf"]}" autocomplete="off" />{inside}</form>')

    def wrap(self, model: str, attr: str, label: str, kind: str = "string", value: str = "", hint: str = "", error: str = "", more: str = "", req: bool = True) -> str:
        i, t = f"{model}_{attr}", {"password": "password", "tel": "tel"}.get(kind, "text")
        star = '<abbr title="必填">*</abbr> ' if req else ""
        r = "required" if req else "optional"
        return (f'<div class="mb-3 {kind} {r} {i}{" form-group-invalid" if error else ""}"><label class="form-label {kind} {r}" for="{i}">{label} {star}</label>'
                f'<input class="form-control{" is-invalid" if error else ""} {kind} {r}" type="{t}" name="{model}[{attr}]" id="{i}" value="{E(value)}" {more}/>'
                + (f'<div class="invalid-feedback">{E(error)}</div>' if error else "") + (f'<small class="form-text text-muted">{hint}</small>' if hint else "") + "</div>")

    def forged(self, r: Request, s: dict) -> Response | None:
        if r.get("authenticity_token") != s["csrf"]:
            return self.keep(s, Response("<h1>The change you wanted was rejected.</h1><p>ActionController::InvalidAuthenticityToken 頁面已過期，請重新整理</p>", 422))
        return None

    def snap(self, letters: str = "") -> Response:
        text = self.truth.new_captcha(letters, 5) if letters else self.truth.new_captcha()
        return Response(picture(text, "PNG", (130, 38)), kind="image/png", headers=[("Cache-Control", "no-store")])

    def captcha_ok(self, given: str) -> bool:
        want, self.truth.captcha = self.truth.captcha, ""
        return bool(want) and given.strip().lower() == want.lower()

    # ---------------------------------------------------------------- portal
    def portal(self, r: Request) -> Response:
        s, t = self.load(r, "_portal_session"), self.truth
        if r.path == "/captcha.png":
            return self.snap()
        user = f"portal:{s['sid']}" in t.sessions
        if r.path == "/users/sign_in":
            if r.method != "POST":
                return self.login(s)
            self.takes(r, **{"user[campus]": "campus", "user[login]": "employee_id", "user[password]": "portal_password", "_rucaptcha": "captcha"})
            if bad := self.forged(r, s):
                return bad
            if not self.captcha_ok(r.get("_rucaptcha")):
                t.counts["sign_in_refused"] += 1
                s["flash"].append(("alert", "圖形驗證碼輸入錯誤，請依新圖片重新輸入。"))
                return self.login(s, r.get("user[login]"), 422)
            if r.get("user[campus]") not in ("T0", "T2", "T4", "Y0") or r.get("user[login]") != t.person.employee_id or r.get("user[password]") != t.portal_password:
                t.counts["sign_in_refused"] += 1
                s["flash"].append(("alert", "帳號或密碼不正確。"))
                return self.login(s, r.get("user[login]"), 422)
            t.sessions.add(f"portal:{s['sid']}")
            t.counts["sign_in"] += 1
            return self.go(s, "/dashboard", "notice", "登入成功，歡迎回來。")
        if not user:
            return self.go(s, "/users/sign_in", *(("plain", "") if r.path == "/" else ("alert", "您需要先登入才能繼續。")))
        out = self.form(s, "button_to", "/users/sign_out", '<button class="btn btn-link" type="submit">登出系統</button>', "delete")
        if r.path == "/users/sign_out" and r.method == "POST":
            self.takes(r)
            if bad := self.forged(r, s):
                return bad
            t.sessions.discard(f"portal:{s['sid']}")
            t.counts["sign_out_portal"] += 1
            return self.go(s, "/users/sign_in", "notice", "您已成功登出。")
        if r.path == "/password/edit":
            return self.password(s, out)
        if r.path == "/password" and r.method == "POST":
            self.takes(r, **{"password_form[current_password]": "old_password", "password_form[password]": "new_password",
                             "password_form[password_confirmation]": "new_password_again"})
            if bad := self.forged(r, s):
                return bad
            old, new, again = (r.get(f"password_form[{k}]") for k in ("current_password", "password", "password_confirmation"))
            errors = {}
            if old != t.portal_password:
                errors["current_password"] = "舊密碼不符"
            if len(new) < 8:
                errors["password"] = "過短（最短是 8 個字元）"
            elif not (re.search("[A-Za-z]", new) and re.search("[0-9]", new)):
                errors["password"] = "必須同時含有英文與數字"
            elif new == old:
                errors["password"] = "不可與舊密碼相同"
            if new != again:
                errors["password_confirmation"] = "兩次輸入須一致"
            if errors:
                t.counts["password_refused"] += 1
                s["flash"].append(("alert", "請檢查下列欄位："))
                return self.password(s, out, errors)
            t.portal_password = new
            t.counts["password_changed"] += 1
            return self.go(s, "/password/edit", "notice", "密碼已成功更新。")
        self.inner_tickets[tk := secrets.token_hex(16).upper()] = s["sid"]
        links = {"更改密碼": "/password/edit", "維護個人連絡資料": f"{self.urls['inner']}/contact/edit?SESSION={tk}"}
        items = "".join(f'<li class="list-group-item"><a href="{links.get(m, "/dashboard?todo=1")}">{m}</a></li>' for m in MENU)
        return self.layout(s, "個人管理", f'<h1 class="h4">個人管理</h1><p>{t.person.name} 您好! 總院差勤待簽 0</p><ul class="list-group">{items}</ul>'
                           '<form class="d-flex" action="/dashboard" accept-charset="UTF-8" method="get"><input type="search" name="q" class="form-control" placeholder="搜尋公告"><button class="btn" type="submit">搜尋</button></form>', nav=out)

    def login(self, s: dict, login: str = "", status: int = 200) -> Response:
        body = ('<div class="mb-3 select required user_campus"><label class="form-label select required" for="user_campus">院區 <abbr title="必填">*</abbr></label>'
                '<select class="form-select select required" name="user[campus]" id="user_campus"><option selected="selected" value="T0">總院區</option><option value="T2">北護分院</option><option value="T4">新竹分院</option><option value="Y0">雲林分院</option></select></div>'
                + self.wrap("user", "login", "帳號", value=login, more='autofocus="autofocus" autocomplete="username" maxlength="10"')
                + self.wrap("user", "password", "密碼", "password", more='autocomplete="current-password"')
                + '<div class="mb-3 rucaptcha"><label class="form-label" for="_rucaptcha">驗證碼 <small>(不用區分大小寫)</small></label>'
                f'<input class="form-control" type="text" name="_rucaptcha" id="_rucaptcha" maxlength="6" autocomplete="off" autocorrect="off" /><a class="rucaptcha-image-box" href="/users/sign_in"><img class="rucaptcha-image" alt="驗證碼圖片" src="/captcha.png?t={int(time.time())}" /></a></div>'
                '<input type="submit" name="commit" value="登入" class="btn btn-primary" data-disable-with="登入中…" />')
        return self.layout(s, "登入", '<h2>醫療資訊系統</h2>' + self.form(s, "new_user", "/users/sign_in", body) + '<p>如無法登入，請撥資訊室分機261120。</p>', status)

    def password(self, s: dict, out: str, errors: dict | None = None) -> Response:
        e = errors or {}
        body = (self.wrap("password_form", "current_password", "請輸入舊密碼", "password", error=e.get("current_password", ""), more='autocomplete="off"')
                + self.wrap("password_form", "password", "請輸入新密碼", "password", hint="1.密碼長度不可少於8個字元 2.密碼內容需包含英文及數字", error=e.get("password", ""))
                + self.wrap("password_form", "password_confirmation", "請再輸入新密碼", "password", error=e.get("password_confirmation", ""))
                + '<input type="submit" name="commit" value="更改密碼" class="btn btn-primary" data-disable-with="處理中" /> <a class="btn btn-secondary" href="/dashboard">回功能選單</a>')
        return self.layout(s, "更改密碼", '<h1 class="h4">更改密碼</h1>' + self.form(s, "edit_password_form", "/password", body, "patch"), 422 if e else 200, out)

    # ---------------------------------------------------------------- inner: contact
    FIELDS = [("surname_en", "english_surname", "英文姓", "ex:Chen(陳)", "string", 1), ("first_name_en", "english_given", "英文首名", "ex: Yi-Fen(怡芬)", "string", 1),
              ("middle_name_en", "english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填", "string", 0), ("office_tel", "office_phone", "辦公室電話", "ex:61234或23123456", "tel", 0),
              ("home_tel", "home_phone", "住宅電話", "ex:0223123456", "tel", 0), ("mobile", "mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", "tel", 1)]

    def inner(self, r: Request) -> Response:
        s, t = self.load(r, "_staff_session"), self.truth
        if "SESSION" in r.query:
            sid = self.inner_tickets.get(r.query["SESSION"], "")
            if sid:
                s["portal"] = sid
                return self.go(s, "/contact/edit", "plain")
        if f"portal:{s.get('portal')}" not in t.sessions:
            return self.layout(s, "未登入", f'<p>連線逾時，請<a href="{self.urls["portal"]}/">重新登入</a></p>', 401)
        if r.path == "/contact" and r.method == "POST":
            self.takes(r, **{f"contact[{a}]": m if m == "mobile_phone" else "" for a, m, *_ in self.FIELDS})
            if bad := self.forged(r, s):
                return bad
            if not all(r.has(f"contact[{a}]") for a, *_ in self.FIELDS) or not re.fullmatch(r"09\d{8}", r.get("contact[mobile]")):
                s["flash"].append(("alert", "行動電話格式錯誤，資料未儲存"))
                return self.contact(s, r.get("contact[mobile]"))
            t.saved_contact.update({m: r.get(f"contact[{a}]") for a, m, *_ in self.FIELDS})
            t.counts["contact_saved"] += 1
            return self.go(s, "/contact/edit", "notice", "連絡資料已更新。")
        return self.contact(s)

    def contact(self, s: dict, wrong: str = "") -> Response:
        t = self.truth
        body = f'<p>員工編號：{t.person.employee_id}　姓名：{t.person.name}</p>' + "".join(
            self.wrap("contact", a, lab, k, t.saved_contact.get(m, getattr(t.person, m)), hint, "格式不正確" if wrong and a == "mobile" else "", 'maxlength="30"', bool(q))
            for a, m, lab, hint, k, q in self.FIELDS)
        body += '<button name="button" type="submit" class="btn btn-primary"><i class="bi bi-save"></i> 異動儲存</button>'
        return self.layout(s, "維護個人連絡資料", '<h1 class="h4">台大醫院---維護個人連絡資料</h1>' + self.form(s, "edit_contact", "/contact", body, "patch"), 422 if wrong else 200,
                           f'<a href="{self.urls["portal"]}/dashboard">回功能選單</a>')

    # ---------------------------------------------------------------- account
    def account(self, r: Request) -> Response:
        s, t = self.load(r, "_help_session"), self.truth
        key = f"account:{s['sid']}"
        p = r.path
        if p == "/":
            return self.layout(s, "網路帳號服務", """<h2>《規範》</h2><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><h2>《常見問題與服務》</h2><p>密碼修改後多久可以生效：即時生效。</p>
<div class="row"><div class="col"><a class="btn btn-success" href="/verification/new?purpose=activation">啟用網路帳號及首次雲端帳號密碼設定</a><p>啟用本院微軟相關服務，如：Office365, Outlook...</p></div>
<div class="col"><a class="btn btn-warning" href="/verification/new?purpose=reset">重置雲端服務密碼</a><p>重設非Portal帳號的密碼</p></div><div class="col"><a class="btn btn-light" href="/#vpn">總院廠商VPN展延申請</a></div></div>""")
        if p == "/verification/new":
            if r.query.get("purpose") in ("activation", "reset"):
                s["purpose"] = r.query["purpose"]
            return self.proof(s)
        if p == "/verification/phone" and r.method != "POST":
            if not s.get("who"):
                return self.go(s, "/verification/new", "alert", "請先輸入員工編號。")
            return self.phone(s)
        if r.method == "POST":
            self.takes(r, **{"verification[employee_no]": "employee_id", "verification[otp]": "code", "sms[phone]": "registered_phone", "mailbox[alias]": "alias",
                             "mailbox[password]": "cloud_password", "mailbox[password_confirmation]": "cloud_password_again"})
            if bad := self.forged(r, s):
                return bad
        if p == "/verification" and r.method == "POST":
            who = r.get("verification[employee_no]")
            if who != t.person.employee_id:
                return self.go(s, "/verification/new", "alert", "查無此員工編號。")
            if r.has("send_sms"):
                s["who"] = who
                return self.go(s, "/verification/phone", "plain")
            code, at = s.get("code", ("", 0))
            if not code or r.get("verification[otp]").strip() != code:
                t.counts["code_refused"] += 1
                return self.go(s, "/verification/new", "alert", "動態碼錯誤，請重新輸入。")
            if time.time() - at > 120:
                t.counts["code_refused"] += 1
                return self.go(s, "/verification/new", "alert", "動態碼已逾 2 分鐘，請重新發送。")
            s.pop("code")
            t.sessions.add(key)
            t.counts["code_accepted"] += 1
            return self.go(s, "/cloud_password/edit" if s.get("purpose") == "reset" else "/mailbox/new", "plain")
        if p == "/verification/sms" and r.method == "POST":
            if not s.get("who"):
                return self.go(s, "/verification/new", "alert", "請先輸入員工編號。")
            if r.get("sms[phone]").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                s["flash"].append(("alert", "手機門號與登記資料不符，未發送。"))
                return self.phone(s, 422)
            s["code"] = (t.new_message(), time.time())
            return self.go(s, "/verification/new", "notice", "動態碼簡訊發送成功：成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」")
        if key not in t.sessions:
            return self.go(s, "/verification/new", "alert", "請先完成身分驗證。")
        out = self.form(s, "button_to", "/session", '<button class="btn btn-link" type="submit">登出</button>', "delete")
        if p == "/session" and r.method == "POST":
            t.sessions.discard(key)
            t.counts["sign_out_account"] += 1
            return self.go(s, "/", "notice", "您已登出帳號服務。")
        if p in ("/mailbox", "/cloud_password") and r.method == "POST":
            new = p == "/mailbox"
            alias, pw, again = (r.get(f"mailbox[{k}]") for k in ("alias", "password", "password_confirmation"))
            why = ""
            if new and t.alias:
                why = "此帳號先前已啟用，無法重複啟用。"
            elif not new and not t.alias:
                why = "尚未啟用網路帳號，無法重置。"
            elif new and alias.lower() == "taken.name":
                why = "電子郵件名稱已被使用，請更換。"
            elif new and not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", alias):
                why = "電子郵件名稱格式不正確。"
            elif len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search("[0-9]", pw):
                why = "密碼須為 8 碼以上英數字。"
            elif pw != again:
                why = "兩次密碼輸入不一致。"
            if why:
                s["flash"].append(("alert", why))
                return self.mailbox(s, out, new, alias, 422)
            t.cloud_password = pw
            if new:
                t.alias = alias
                t.counts["activated"] += 1
            return self.go(s, "/mailbox", "notice", "雲端服務帳號已建立完成，隔日生效。" if new else "雲端服務密碼已重設。")
        if p == "/cloud_password/edit":
            return self.mailbox(s, out, False)
        if p == "/mailbox" or t.alias:
            return self.layout(s, "帳號狀態", f'<h1 class="h4">啟用網路帳號及首次雲端帳號密碼設定</h1><dl><dt>網路帳號 / 主職員工編號</dt><dd>{t.person.employee_id}</dd><dt>雲端服務帳號</dt><dd>{E(t.alias) or "－"}@ntuh.gov.tw</dd><dt>狀態</dt><dd>{"已啟用" if t.alias else "未啟用"}</dd></dl><a href="/">回首頁</a>', nav=out)
        return self.mailbox(s, out, True)

    def proof(self, s: dict) -> Response:
        body = (self.wrap("verification", "employee_no", "網路帳號 / 主職員工編號", value=s.get("who", ""), more='maxlength="6"')
                + '<button name="send_sms" type="submit" value="1" class="btn btn-outline-primary"><i class="bi bi-phone"></i> 發送簡訊動態碼</button>'
                + self.wrap("verification", "otp", "簡訊(或MOTP)動態碼", more='maxlength="6" autocomplete="one-time-code"', req=False)
                + '<input type="submit" name="commit" value="下一步" class="btn btn-primary" />')
        title = "重置雲端服務密碼" if s.get("purpose") == "reset" else "啟用網路帳號及首次雲端帳號密碼設定"
        return self.layout(s, title, f'<h1 class="h4">{title}</h1><ul><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul>' + self.form(s, "new_verification", "/verification", body))

    def phone(self, s: dict, status: int = 200) -> Response:
        body = self.wrap("sms", "phone", "請輸入帳號登記的手機門號(10碼)", "tel", more='maxlength="10"') + '<input type="submit" name="commit" value="確定發送" class="btn btn-primary" /> <a class="btn btn-secondary" href="/verification/new">取消</a>'
        return self.layout(s, "發送簡訊", self.form(s, "new_sms", "/verification/sms", body), status)

    def mailbox(self, s: dict, out: str, new: bool, alias: str = "", status: int = 200) -> Response:
        q = self.truth.person
        facts = f'<dl><dt>網路帳號 / 主職員工編號</dt><dd>{q.employee_id}</dd><dt>帳號姓名</dt><dd>{q.name}</dd><dt>主職單位</dt><dd>{q.unit}</dd><dt>有效期限</dt><dd>{q.valid_until}</dd></dl>'
        body = facts + (self.wrap("mailbox", "alias", "雲端服務帳號 (電子郵件名稱)", value=alias, hint="@ntuh.gov.tw 名稱長度限64字元內", more='maxlength="64"') if new else "")
        body += self.wrap("mailbox", "password", "雲端服務密碼" if new else "新的雲端服務密碼", "password", hint="8 碼以上，含英文及數字") + self.wrap("mailbox", "password_confirmation", "確認雲端服務密碼", "password")
        body += f'<a class="btn btn-secondary" href="/">取消{"啟用" if new else ""}</a> <input type="submit" name="commit" value="{"啟用雲端服務" if new else "重置雲端服務密碼"}" class="btn btn-success" /><p>服務於設定完成隔日生效</p>'
        return self.layout(s, "設定密碼與郵件別名", '<h1 class="h4">設定密碼與郵件別名</h1>' + self.form(s, "new_mailbox", "/mailbox" if new else "/cloud_password", body), status, out)

    # ---------------------------------------------------------------- mail
    def mail(self, r: Request) -> Response:
        s, t = self.load(r, "_webmail_session"), self.truth
        key = f"mail:{s['sid']}"
        if r.path == "/captcha.png":
            return self.snap("abcdefhkmnprtwxy2345678")
        if r.path == "/session" and r.method == "POST":
            self.takes(r, **{"session[account]": "mail_account", "session[password]": "mail_password", "_rucaptcha": "captcha"})
            if bad := self.forged(r, s):
                return bad
            if r.get("_method") == "delete":
                t.counts["sign_out_mail"] += key in t.sessions
                t.sessions.discard(key)
                return self.go(s, "/session/new", "notice", "已登出信箱。")
            if not self.captcha_ok(r.get("_rucaptcha")):
                return self.go(s, "/session/new", "alert", "驗證碼不正確。")
            if not t.alias or r.get("session[account]").lower().removesuffix("@ntuh.gov.tw") != t.alias.lower() or r.get("session[password]") != t.cloud_password:
                return self.go(s, "/session/new", "alert", "帳號或密碼錯誤，無法登入信箱。")
            t.sessions.add(key)
            t.counts["mail_sign_in"] += 1
            return self.go(s, "/inbox", "notice", "登入成功")
        if key in t.sessions:
            out = self.form(s, "button_to", "/session", '<button class="btn btn-link" type="submit">登出</button>', "delete")
            return self.layout(s, "收件匣", f'<h1 class="h4">收件匣</h1><p>{E(t.alias)}@ntuh.gov.tw</p><table class="table"><tr><th>寄件者</th><th>主旨</th></tr><tr><td>資訊室</td><td>歡迎使用電子郵件</td></tr></table>', nav=out)
        if r.path != "/session/new":
            return self.go(s, "/session/new", "plain")
        body = (self.wrap("session", "account", "帳號:", req=False) + self.wrap("session", "password", "密碼:", "password", req=False)
                + '<div class="mb-3"><label class="form-label" for="_rucaptcha">驗證碼(小寫字母或數字):</label><input type="text" name="_rucaptcha" id="_rucaptcha" class="form-control" maxlength="5" /><img alt="驗證碼" src="/captcha.png" /></div>'
                '<div class="mb-3 boolean optional"><input name="session[remember_me]" type="hidden" value="0" /><input class="form-check-input" type="checkbox" value="1" name="session[remember_me]" id="session_remember_me" /><label class="form-check-label" for="session_remember_me">記住登入資訊 (公用電腦請勿勾選)</label></div>'
                '<input type="submit" name="commit" value="登入" class="btn btn-primary" />')
        return self.layout(s, "電子郵件", '<h1 class="h4">公佈欄</h1><p>體系帳號整併中，請用主要任職院區帳號登入。</p>' + self.form(s, "new_session", "/session", body))

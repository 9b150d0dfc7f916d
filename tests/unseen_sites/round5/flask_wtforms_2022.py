from __future__ import annotations

import html
import re
import secrets
import time

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

CSS = """<style>body{font-family:"Noto Sans TC",sans-serif;background:#f4f6f8;margin:0}.wrap{max-width:760px;margin:24px auto;background:#fff;padding:20px 28px;border-radius:6px}
nav{background:#20516b;color:#fff;padding:10px 24px}nav a{color:#fff;margin-right:14px}.flashes{list-style:none;padding:0}.flashes li{padding:8px 12px;border-radius:4px;margin:6px 0}
.success{background:#dff3e4}.danger{background:#fbe0e0}.info{background:#e3eefb}.field{margin:12px 0}.field label{display:block;font-weight:bold}.hint{color:#777;font-size:.85em}ul.errors{color:#b00}</style>"""
CAMPUS = [("T0", "總院區"), ("T4", "新竹分院"), ("Y0", "雲林分院")]
CONTACT = [
    ("english_surname", "英文姓", "ex:Chen(陳)", "surname_en"), ("english_given", "英文首名", "ex: Yi-Fen(怡芬)", "given_en"),
    ("english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填", "middle_en"), ("office_phone", "辦公室電話", "ex:61234或23123456", "tel_office"),
    ("home_phone", "住宅電話", "ex:0223123456", "tel_home"), ("mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", "tel_mobile"),
]


class TheSite(Site):
    title = "flask_wtforms_2022"

    def __init__(self) -> None:
        super().__init__()
        self.jar: dict[str, dict] = {}
        self.tickets: dict[str, str] = {}

    # -- session + layout
    def begin(self, r: Request):
        name = f"{r.host}_session"
        sid = r.cookies.get(name, "")
        head = []
        if sid not in self.jar:
            sid = secrets.token_hex(16)
            self.jar[sid] = {"csrf": secrets.token_urlsafe(24), "flash": [], "sid": sid}
            head = [("Set-Cookie", f"{name}={sid}; HttpOnly; Path=/")]
        return self.jar[sid], head

    def page(self, s, head, heading, body, nav="", status=200):
        items = "".join(f'<li class="{c}" role="alert">{html.escape(m)}</li>' for c, m in s["flash"])
        s["flash"] = []
        flashes = f'<ul class="flashes">{items}</ul>' if items else ""
        return Response(f"""<!doctype html><html lang="zh-Hant"><head><meta charset="utf-8"><title>{heading}</title>{CSS}</head><body>
<nav><b>台大醫院</b>&nbsp; {nav}</nav><main class="wrap">{flashes}<h2>{heading}</h2>{body}</main><footer class="hint" style="text-align:center">資訊室 261120</footer></body></html>""", status, headers=head)

    def csrf(self, s):
        return f'<input id="csrf_token" name="csrf_token" type="hidden" value="{s["csrf"]}">'

    def field(self, name, label, kind="text", value="", extra="", hint="", errors=()):
        err = f'<ul class="errors">{"".join("<li>" + e + "</li>" for e in errors)}</ul>' if errors else ""
        return (f'<div class="field"><label for="{name}">{label}</label><input id="{name}" name="{name}" type="{kind}" value="{html.escape(value)}" {extra}>'
                f' <small class="hint">{hint}</small>{err}</div>')

    def bad_csrf(self, s, r, head):
        if r.get("csrf_token") != s["csrf"]:
            return self.page(s, head, "Bad Request", "<p>The CSRF token is missing or has expired. 表單已逾時，請回上一頁重新整理。</p>", status=400)
        return None

    def captcha_image(self, s, head, kind="PNG", **how):
        s["cap"] = self.truth.new_captcha(**how)
        return Response(picture(s["cap"], kind), kind="image/png", headers=[*head, ("Cache-Control", "no-store")])

    def cap_ok(self, s, given, fold):
        want = s.pop("cap", "")
        if fold:
            given = given.upper()
        return bool(want) and want == self.truth.captcha and given.strip() == want

    # -- portal
    def portal(self, r):
        s, head = self.begin(r)
        t = self.truth
        if r.path == "/auth/captcha.png":
            return self.captcha_image(s, head)
        if r.path == "/":
            return redirect("/menu" if s.get("user") else "/auth/login", *head)
        if r.path == "/auth/login":
            if r.method == "POST":
                self.takes(r, campus="campus", username="employee_id", password="portal_password", captcha="captcha")
                bad = self.bad_csrf(s, r, head)
                if bad:
                    return bad
                why = ""
                if r.get("campus") not in dict(CAMPUS):
                    why = "Not a valid choice：院區"
                elif not self.cap_ok(s, r.get("captcha"), True):
                    why = "圖形驗證碼輸入不符，請依新圖片重新輸入。"
                elif r.get("username") != t.person.employee_id or r.get("password") != t.portal_password:
                    why = "登入失敗：帳號或密碼有誤。"
                if why:
                    t.counts["sign_in_refused"] += 1
                    s["flash"].append(("danger", why))
                    return redirect("/auth/login", *head)
                t.counts["sign_in"] += 1
                s["user"] = t.person.employee_id
                ticket = secrets.token_hex(16).upper()
                s["ticket"] = ticket
                self.tickets[ticket] = s["sid"]
                t.sessions.add("portal:" + ticket[:8])
                s["flash"].append(("success", f"{t.person.name} 您好！歡迎回來。"))
                return redirect("/menu", *head)
            opts = "".join(f'<option value="{v}">{n}</option>' for v, n in CAMPUS)
            body = f"""<p class="hint">National Taiwan University Hospital 醫療資訊系統</p><form method="POST" action="" novalidate>{self.csrf(s)}
<div class="field"><label for="campus">院區</label><select id="campus" name="campus">{opts}</select></div>
{self.field("username", "帳號", extra='maxlength="6" required autofocus', hint="員工編號 6 位數字")}{self.field("password", "密碼", "password", extra="required")}
<div class="field"><label for="captcha">驗證碼 <span class="hint">(不用區分大小寫)</span></label><input id="captcha" name="captcha" type="text" value="" autocomplete="off" maxlength="6">
<img src="/auth/captcha.png?_={secrets.token_hex(3)}" alt="captcha" id="cap-img" onclick="this.src='/auth/captcha.png?_='+Date.now()"></div>
<input id="submit" name="submit" type="submit" value="登入系統"></form>"""
            return self.page(s, head, "登入本院PORTAL系統", body)
        if not s.get("user"):
            s["flash"].append(("info", "Please log in to access this page. 請先登入。"))
            return redirect("/auth/login", *head)
        if r.path == "/menu":
            q = f'{self.urls["inner"]}'
            k = s["ticket"]
            body = f"""<form action="/menu" method="get"><input type="search" name="q" placeholder="搜尋功能"><button>搜尋</button></form>
<h3>個人管理</h3><ul><li><a href="{q}/me/password?SESSION={k}">更改密碼</a></li><li><a href="/soon">個人簽章提醒設定</a></li><li><a href="/soon">查詢員工連絡資料</a></li>
<li><a href="{q}/me/contact?SESSION={k}">維護個人連絡資料</a></li><li><a href="/soon">個人就醫紀錄查詢</a></li></ul><h3>全院公告</h3><p>2022/03/01 系統介面更新，敬請指教。</p>"""
            return self.page(s, head, "功能選單", body, f'<a href="/menu">首頁</a><a href="/auth/logout">登出系統</a>')
        if r.path == "/auth/logout":
            t.sessions.discard("portal:" + s["ticket"][:8])
            t.counts["sign_out_portal"] += 1
            self.tickets.pop(s["ticket"], None)
            s.pop("user")
            s["flash"].append(("info", "您已登出。"))
            return redirect("/auth/login", *head)
        return self.page(s, head, "建置中", '<p>此功能尚未移轉。</p><a href="/menu">回功能選單</a>', status=200 if r.path == "/soon" else 404)

    # -- inner
    def inner(self, r):
        t = self.truth
        s, head = self.begin(r)
        key = r.query.get("SESSION", "")
        if key not in self.tickets:
            return self.page(s, head, "Unauthorized", f'<p>登入逾時。</p><a href="{self.urls["portal"]}/">重新登入</a>', status=401)
        nav = f'<a href="{self.urls["portal"]}/menu">回功能選單</a><a href="{self.urls["portal"]}/auth/logout">登出系統</a>'
        if r.path == "/me/password":
            errors = {}
            if r.method == "POST":
                self.takes(r, old_password="old_password", new_password="new_password", confirm="new_password_again")
                bad = self.bad_csrf(s, r, head)
                if bad:
                    return bad
                new = r.get("new_password")
                if r.get("old_password") != t.portal_password:
                    errors["old_password"] = ["舊密碼不正確。"]
                if len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                    errors["new_password"] = ["密碼不符設定條件。"]
                elif new == t.portal_password:
                    errors["new_password"] = ["新密碼不得與舊密碼相同。"]
                if new != r.get("confirm"):
                    errors["confirm"] = ["Field must be equal to new_password. 兩次輸入不一致。"]
                if not errors:
                    t.portal_password = new
                    t.counts["password_changed"] += 1
                    s["flash"].append(("success", "您的密碼已經更新，下次登入請使用新密碼。"))
                    return redirect(f"/me/password?SESSION={key}", *head)
                t.counts["password_refused"] += 1
            rows = "".join(self.field(n, l, "password", errors=errors.get(n, ())) for n, l in
                           (("old_password", "請輸入舊密碼："), ("new_password", "請輸入新密碼："), ("confirm", "請再輸入新密碼：")))
            body = f"""<form method="post">{self.csrf(s)}{rows}<p>密碼強度檢核：<meter min="0" max="4" value="0"></meter></p><p>密碼設定條件：</p><ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol>
<input id="submit" name="submit" type="submit" value="更改密碼"></form>"""
            return self.page(s, head, "更改密碼", body, nav)
        if r.path == "/me/contact":
            now = {k: t.saved_contact.get(k, getattr(t.person, k)) for k, *_ in CONTACT}
            errors = {}
            if r.method == "POST":
                self.takes(r, tel_mobile="mobile_phone")
                bad = self.bad_csrf(s, r, head)
                if bad:
                    return bad
                now = {k: r.get(n) for k, _, _, n in CONTACT}
                if not re.fullmatch(r"09\d{8}", now["mobile_phone"]):
                    errors["tel_mobile"] = ["手機格式須為 09 開頭 10 碼。"]
                if not all(r.has(n) for *_, n in CONTACT):
                    errors["surname_en"] = ["This field is required."]
                if not errors:
                    t.saved_contact.update(now)
                    t.counts["contact_saved"] += 1
                    s["flash"].append(("success", "連絡資料異動完成。"))
                    return redirect(f"/me/contact?SESSION={key}", *head)
            rows = "".join(self.field(n, l + "：", value=now[k], hint=h, errors=errors.get(n, ())) for k, l, h, n in CONTACT)
            body = f"""<form method="post">{self.csrf(s)}<input type="submit" name="submit" value="異動儲存">
<p>員工編號： {t.person.employee_id}　姓名： {t.person.name}</p>{rows}</form>"""
            return self.page(s, head, "台大醫院---維護個人連絡資料", body, nav)
        return self.page(s, head, "Not Found", "<p>404</p>", nav, 404)

    # -- account
    def account(self, r):
        t, p = self.truth, self.truth.person
        s, head = self.begin(r)
        nav = '<a href="/">首頁</a>' + ('<a href="/leave">登出</a>' if s.get("proved") else "")
        if r.path == "/":
            return self.page(s, head, "帳號服務", """<h3>《規範》</h3><ul><li>網路帳號為院內眾多服務之通用帳號與密碼，不可借用。</li><li>請勿冒用院內同仁申請網路帳號。</li></ul>
<h3>《常見問題與服務》</h3><details><summary>密碼修改後多久可以生效</summary>即時生效。</details><details><summary>忘記密碼</summary>請親自以下方按鈕取得簡訊後進行密碼設定。</details>
<p><a class="btn" href="/verify/enable">啟用網路帳號及首次雲端帳號密碼設定</a></p><p><a class="btn" href="/verify/reset">重置雲端服務密碼</a></p><p><a href="/vendor">總院廠商VPN展延申請</a></p>""", nav)
        if r.path == "/leave":
            if s.pop("proved", None):
                t.sessions.discard("account:" + s["sid"][:8])
                t.counts["sign_out_account"] += 1
            return redirect("/", *head)
        m = re.fullmatch(r"/verify/(enable|reset)(/phone)?", r.path)
        if m:
            what, here = m[1], f"/verify/{m[1]}"
            name = "啟用網路帳號及首次雲端帳號密碼設定" if what == "enable" else "重置雲端服務密碼"
            if r.method == "POST":
                self.takes(r, account="employee_id", phone="registered_phone", otp="code")
                bad = self.bad_csrf(s, r, head)
                if bad:
                    return bad
                if m[2]:
                    if r.has("cancel"):
                        return redirect(here, *head)
                    if s.get("who") != p.employee_id or r.get("phone") != t.saved_contact.get("mobile_phone", p.mobile_phone):
                        s["flash"].append(("danger", "手機門號與登記資料不符，簡訊未送出。"))
                        return redirect(here + "/phone", *head)
                    s["code"], s["at"] = t.new_message(), time.time()
                    s["flash"].append(("success", "動態碼簡訊發送成功：請將簡訊動態碼輸入後，按「下一步」"))
                    return redirect(here, *head)
                s["who"] = r.get("account")
                if r.has("send"):
                    if s["who"] != p.employee_id:
                        s["flash"].append(("danger", "查無此網路帳號。"))
                        return redirect(here, *head)
                    return redirect(here + "/phone", *head)
                if s["who"] == p.employee_id and s.get("code") and r.get("otp") == s["code"] and time.time() - s["at"] < 120:
                    s.pop("code")
                    s["proved"] = what
                    t.sessions.add("account:" + s["sid"][:8])
                    t.counts["code_accepted"] += 1
                    return redirect("/cloud/" + what, *head)
                t.counts["code_refused"] += 1
                s["flash"].append(("danger", "動態碼錯誤或已逾時。"))
                return redirect(here, *head)
            if m[2]:
                return self.page(s, head, "發送簡訊", f"""<form method="post">{self.csrf(s)}{self.field("phone", "請輸入帳號登記的手機門號(10碼)", "tel", extra='maxlength="10"')}
<input type="submit" name="submit" value="確定發送"> <input type="submit" name="cancel" value="取消"></form>""", nav)
            return self.page(s, head, name, f"""<form method="post">{self.csrf(s)}{self.field("account", "網路帳號 / 主職員工編號", value=s.get("who", ""), extra='maxlength="6"')}
<input type="submit" name="send" value="發送簡訊動態碼">{self.field("otp", "簡訊(或MOTP)動態碼", extra='autocomplete="one-time-code"')}<input type="submit" name="next" value="下一步"></form>
<h4>注意事項</h4><p>取得簡訊動態碼(2分鐘內有效)。</p>""", nav)
        if r.path in ("/cloud/enable", "/cloud/reset"):
            what = r.path[7:]
            if s.get("proved") != what:
                s["flash"].append(("info", "請先進行身分驗證。"))
                return redirect("/verify/" + what, *head)
            errors = {}
            if r.method == "POST":
                self.takes(r, alias="alias", password="cloud_password", password2="cloud_password_again")
                bad = self.bad_csrf(s, r, head)
                if bad:
                    return bad
                if r.has("cancel"):
                    return redirect("/leave", *head)
                pw, alias = r.get("password"), r.get("alias").strip()
                if what == "enable" and t.alias:
                    errors["alias"] = ["您已啟用過，不得重複設定。"]
                elif what == "enable" and alias.lower() == "taken.name":
                    errors["alias"] = ["此名稱已有人使用。"]
                elif what == "enable" and not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{2,63}", alias):
                    errors["alias"] = ["名稱格式不符。"]
                if what == "reset" and not t.alias:
                    errors["password"] = ["從未使用請先啟用網路帳號。"]
                elif len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search("[0-9]", pw):
                    errors["password"] = ["密碼須至少8碼並含英文及數字。"]
                if pw != r.get("password2"):
                    errors["password2"] = ["兩次密碼不一致。"]
                if not errors:
                    t.cloud_password = pw
                    if what == "enable":
                        t.alias = alias
                        t.counts["activated"] += 1
                    s["flash"].append(("success", "雲端服務帳號啟用完成！" if what == "enable" else "雲端服務密碼已重新設定。"))
                    return redirect(r.path, *head)
            facts = f"<p>網路帳號 / 主職員工編號： {p.employee_id}<br>帳號姓名： {p.name}<br>主職單位： {p.unit}<br>有效期限： {p.valid_until}</p>"
            if what == "enable" and t.alias:
                return self.page(s, head, "設定密碼與郵件別名", facts + f"<p>雲端服務帳號 (電子郵件名稱)： <b>{html.escape(t.alias)}</b>@ntuh.gov.tw</p><p>此帳號已完成啟用，無須再次設定。服務於隔日生效。</p>", nav)
            box = self.field("alias", "雲端服務帳號 (電子郵件名稱)", value=r.get("alias"), hint="@ntuh.gov.tw 名稱長度限64字元內", errors=errors.get("alias", ())) if what == "enable" else ""
            box += self.field("password", "雲端服務密碼", "password", hint="至少8碼，含英文及數字", errors=errors.get("password", ())) + self.field("password2", "確認雲端服務密碼", "password", errors=errors.get("password2", ()))
            return self.page(s, head, "設定密碼與郵件別名" if what == "enable" else "重置雲端服務密碼", f"""{facts}<form method="post">{self.csrf(s)}{box}
<input type="submit" name="cancel" formnovalidate value="{'取消啟用' if what == 'enable' else '取消'}"> <input type="submit" name="submit" value="{'啟用雲端服務' if what == 'enable' else '確定重置'}"></form>""", nav)
        return self.page(s, head, "Not Found", "<p>404</p>", nav, 404)

    # -- mail
    def mail(self, r):
        t = self.truth
        s, head = self.begin(r)
        if r.path == "/captcha.png":
            return self.captcha_image(s, head, letters="abcdefhkmnprstwxy2345678", length=5)
        if r.path == "/logout" and s.pop("mail", None):
            t.sessions.discard("mail:" + s["sid"][:8])
            t.counts["sign_out_mail"] += 1
            s["flash"].append(("info", "已登出電子信箱。"))
            return redirect("/", *head)
        if r.path == "/inbox" and s.get("mail"):
            return self.page(s, head, "收件匣", "<table><tr><th>寄件者</th><th>主旨</th></tr><tr><td>資訊室</td><td>歡迎使用本院電子信箱</td></tr></table>", '<a href="/logout">登出</a>')
        if r.path != "/":
            return redirect("/", *head)
        if r.method == "POST":
            self.takes(r, account="mail_account", password="mail_password", captcha="captcha")
            bad = self.bad_csrf(s, r, head)
            if bad:
                return bad
            if not self.cap_ok(s, r.get("captcha"), False):
                s["flash"].append(("danger", "驗證碼不符。"))
            elif not t.alias or r.get("account").split("@")[0] != t.alias or r.get("password") != t.cloud_password:
                s["flash"].append(("danger", "帳號或密碼不正確。"))
            else:
                s["mail"] = True
                t.sessions.add("mail:" + s["sid"][:8])
                t.counts["mail_sign_in"] += 1
                return redirect("/inbox", *head)
            return redirect("/", *head)
        return self.page(s, head, "電子信箱", f"""<form method="post">{self.csrf(s)}{self.field("account", "帳號:")}{self.field("password", "密碼:", "password")}
{self.field("captcha", "驗證碼(小寫字母或數字):", extra='autocomplete="off"')}<img src="/captcha.png" alt=""><div class="field"><input type="checkbox" id="remember" name="remember" value="y"> <label for="remember" style="display:inline">記住登入資訊 (公用電腦請勿勾選)</label></div>
<input id="submit" name="submit" type="submit" value="登入"></form><h3>公佈欄</h3><p>請用主要任職院區帳號登入。</p>""")

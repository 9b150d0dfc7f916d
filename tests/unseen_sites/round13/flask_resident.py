"""A resident wrote it between two calls: Flask, one base template, flashed messages, half English."""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect


class TheSite(Site):
    title = "plain Flask by a resident physician, mixed names, flashed list"

    def __init__(self) -> None:
        super().__init__()
        self.store: dict[str, dict] = {}
        self.caps: dict[str, str] = {}
        self.inner_tokens: dict[str, str] = {}
        self.inner_flash: list = []

    # --- flask-ish
    def session(self, req: Request, cookie: str) -> dict:
        sid = req.cookies.get(cookie, "")
        if sid in self.store and self.store[sid]["c"] == cookie:
            return self.store[sid]
        sid = "eyJ" + secrets.token_urlsafe(24)
        self.store[sid] = {"sid": sid, "c": cookie, "new": True, "flash": []}
        return self.store[sid]

    def cook(self, s: dict) -> list:
        return [("Set-Cookie", f"{s['c']}={s['sid']}; HttpOnly; Path=/")] if s.pop("new", False) else []

    def to(self, s: dict, url: str, msg: str = "", cat: str = "message") -> Response:
        if msg:
            s["flash"].append((cat, msg))
        r = redirect(url, *self.cook(s))
        r.body = f'<!doctype html>\n<title>Redirecting...</title>\n<h1>Redirecting...</h1>\n<p>You should be redirected automatically to the target URL: <a href="{url}">{url}</a>. If not, click the link.'
        return r

    def render(self, s: dict, title: str, block: str, nav: str = "") -> Response:
        msgs, s["flash"] = s["flash"], []
        ul = "<ul class=flashes>" + "".join(f'<li class="{c}">{m}</li>' for c, m in msgs) + "</ul>" if msgs else ""
        return Response(f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{title} - NTUH</title>
<style>body{{font-family:sans-serif;max-width:860px;margin:auto}} .flashes{{background:#cee5F5;padding:.5em 2em}} .flashes .error{{color:#b00}} td{{padding:4px}}</style></head>
<body>
<nav><h1>{title}</h1>{nav}</nav>
<section class="content">
{ul}
{block}
</section>
<!-- TODO: ask 資訊室 about https -->
<footer><small>made with ♥ & coffee by R3. 有 bug 請找我 (公務機 #63xxx)，帳號問題請撥資訊室 261120</small></footer>
</body></html>""", headers=self.cook(s))

    def not_found(self) -> Response:
        return Response("<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>The requested URL was not found on the server.</p>", 404)

    def bad(self, why: str = "The browser (or proxy) sent a request that this server could not understand.") -> Response:
        return Response(f"<!doctype html>\n<html lang=en>\n<title>400 Bad Request</title>\n<h1>Bad Request</h1>\n<p>{why}</p>", 400)

    def cap_new(self, s: dict, letters: str = "", n: int = 6) -> str:
        key = secrets.token_hex(4)
        s["cap"] = key
        self.caps[key] = self.truth.new_captcha(letters, n) if letters else self.truth.new_captcha()
        return key

    def cap_ok(self, s: dict, key: str, answer: str) -> bool:
        want, cur = self.caps.pop(key, ""), self.truth.captcha
        fine = bool(want) and s.pop("cap", "") == key and want == cur == answer
        self.truth.captcha = ""
        return fine

    def pw_ok(self, p: str) -> bool:
        return len(p) >= 8 and re.search("[a-zA-Z]", p) is not None and re.search("[0-9]", p) is not None

    # --- portal
    def portal(self, req: Request) -> Response:
        s = self.session(req, "session_portal")
        t = self.truth
        if m := re.fullmatch(r"/captcha/(\w+)\.png", req.path):
            return Response(picture(self.caps[m[1]], "PNG"), kind="image/png") if m[1] in self.caps else self.not_found()
        if req.path == "/":
            return self.to(s, "/menu" if s.get("user_id") else "/login")
        if req.path == "/login":
            if req.method == "POST":
                self.takes(req, hosp="campus", emp_no="employee_id", passwd="portal_password", captcha_ans="captcha")
                ok = self.cap_ok(s, req.get("captcha_id"), req.get("captcha_ans").strip().upper())
                if not ok:
                    t.counts["sign_in_refused"] += 1
                    return self.to(s, "/login", "驗證碼 wrong, try again 再一次~", "error")
                if req.get("hosp") != "main" or req.get("emp_no").strip() != t.person.employee_id or req.get("passwd") != t.portal_password:
                    t.counts["sign_in_refused"] += 1
                    return self.to(s, "/login", "Oops! 帳密不對喔 (Invalid ID or password)", "error")
                s["user_id"] = req.get("emp_no").strip()
                t.sessions.add(f"portal:{s['sid']}")
                t.counts["sign_in"] += 1
                return self.to(s, "/menu", "Hi, 已登入!")
            key = self.cap_new(s)
            return self.render(s, "台大醫院 Portal", f"""<form method=post>
<p><label for=hosp>院區 Hospital</label> <select name=hosp id=hosp><option value=main>總院區<option value=beihu>北護<option value=jinshan>金山<option value=hsinchu>新竹<option value=yunlin>雲林</select>
<p><label for=emp_no>帳號 (ID)</label> <input name=emp_no id=emp_no required autofocus>
<p><label for=passwd>密碼 Password</label> <input type=password name=passwd id=passwd required>
<p><img src="/captcha/{key}.png" alt="captcha"><input type=hidden name=captcha_id value={key}>
<p>驗證碼 (不用區分大小寫) <input name=captcha_ans size=8 autocomplete=off> <a href="/login">看不清楚 reload</a>
<p><input type=submit value="Log In 登入"></form>""")
        if not s.get("user_id"):
            return self.to(s, "/login", "請先登入 Please log in first", "error")
        nav = f'<span>{t.person.name}</span> <a href="/menu">回功能選單</a> <a href="/logout">登出系統</a>'
        if req.path == "/logout":
            t.sessions.discard(f"portal:{s['sid']}")
            t.counts["sign_out_portal"] += 1
            del self.store[s["sid"]]
            return self.to(self.session(req, "session_portal"), "/login", "Bye~ 已登出")
        if req.path == "/menu":
            tok = secrets.token_urlsafe(12)
            self.inner_tokens[tok] = s["sid"]
            return self.render(s, "Menu 選單", f"""<form action="/drug" method=get>💊 找藥 <input name=q placeholder="generic / 商品名 / 帳號"> <button>Go</button></form>
<h3>醫療系統 - 醫療支援 - 其他資源 - 數位學習 - 資訊安全 - 行政系統</h3>
<h3>個人管理</h3><ul>
<li>🔑 <a href="/changePW">更改密碼</a>
<li><a href="/todo">個人簽章提醒設定</a>
<li><a href="/todo">薪資所得免稅額申報表</a>
<li><a href="/todo">查詢員工連絡資料</a>
<li>📱 <a href="{self.urls['inner']}/contact/edit?t={tok}">維護個人連絡資料</a>
<li><a href="/todo">個人就醫紀錄查詢</a></ul>
<h3>全院公告 2</h3><table border=1><tr><th>日期<th>標題<tr><td>2018/12/13<td>Portal 改版</table>""", nav)
        if req.path == "/changePW":
            if req.method == "POST":
                self.takes(req, oldPW="old_password", new_pw="new_password", new_pw_2="new_password_again")
                new, err = req.get("new_pw"), ""
                if req.get("oldPW") != t.portal_password:
                    err = "舊密碼 incorrect"
                elif not self.pw_ok(new):
                    err = "新密碼 too weak: 至少 8 個字元, 要有英文+數字"
                elif new != req.get("new_pw_2"):
                    err = "兩次新密碼不一樣 (mismatch)"
                elif new == t.portal_password:
                    err = "New password 不能跟舊的一樣啦"
                if err:
                    t.counts["password_refused"] += 1
                    return self.to(s, "/changePW", err, "error")
                t.portal_password = new
                t.counts["password_changed"] += 1
                return self.to(s, "/changePW", "OK! 密碼改好了 👍 下次請用新的")
            return self.render(s, "更改密碼", """<form method=post action=/changePW><table>
<tr><td>請輸入舊密碼：<td><input type=password name=oldPW>
<tr><td>請輸入新密碼：<td><input type=password name=new_pw id=npw onkeyup="document.getElementById('strength').innerText=this.value.length>11?'strong':this.value.length>7?'so so':'weak'">
<tr><td>請再輸入新密碼：<td><input type=password name=new_pw_2>
<tr><td>密碼強度檢核：<td><span id=strength></span></table>
密碼設定條件：<ol><li>密碼長度不可少於8個字元<li>密碼內容需包含英文及數字</ol>
<button>Update 更新</button></form>""", nav)
        if req.path in ("/todo", "/drug"):
            self.takes(req)
            return self.to(s, "/menu", "Not implemented yet, 敬請期待", "error")
        return self.not_found()

    # --- inner: runs on the other box
    F = (("english_surname", "last_name_en"), ("english_given", "firstNameEn"), ("english_middle", "mid"), ("office_phone", "tel_office"), ("home_phone", "homeTel"), ("mobile_phone", "handphone"))

    def inner(self, req: Request) -> Response:
        t, p = self.truth, self.truth.person
        tok = req.query.get("t", "") or req.get("t")
        if f"portal:{self.inner_tokens.get(tok)}" not in t.sessions:
            return Response(f'<!doctype html><meta charset=utf-8><p>token expired 了, 請回 <a href="{self.urls["portal"]}/">Portal</a> 重新 login', 403)
        s = {"c": "x", "flash": self.inner_flash}
        self.inner_flash = []
        if req.path == "/contact/save" and req.method == "POST":
            self.takes(req, handphone="mobile_phone")
            if any(not req.has(n) for _, n in self.F):
                return self.bad("KeyError: 'homeTel'")
            got = {k: req.get(n).strip() for k, n in self.F}
            if not re.fullmatch(r"09\d{8}", got["mobile_phone"]):
                self.inner_flash = [("error", "手機格式怪怪的, 要 09 開頭 10 碼")]
            elif not got["english_surname"].isascii() or not got["english_surname"] or len(got["english_given"]) > 40:
                self.inner_flash = [("error", "英文姓 is required (ASCII only)")]
            else:
                t.saved_contact.update(got)
                t.counts["contact_saved"] += 1
                self.inner_flash = [("message", "已更新！ Contact info updated.")]
            return redirect(f"/contact/edit?t={tok}")
        if req.path != "/contact/edit":
            return self.not_found()
        v = {k: escape(t.saved_contact.get(k, getattr(p, k))) for k, _ in self.F}
        return self.render(s, "台大醫院---維護個人連絡資料", f"""<form method=post action=/contact/save><input type=hidden name=t value="{tok}">
<input type=submit value="異動儲存">
<p>員工編號：<input value="{p.employee_id}" disabled> 姓名：<input name=cname value="{p.name}" readonly>
<p>英文姓： <input name=last_name_en value="{v['english_surname']}"> <small>ex:Chen(陳)</small>
<p>英文首名： <input name=firstNameEn value="{v['english_given']}"> <small>ex: Yi-Fen(怡芬) (說明)</small>
<p>英文中名： <input name=mid value="{v['english_middle']}"> <small>ex:Mary 為英文別名，如無，可不填</small>
<p>辦公室電話： <input name=tel_office value="{v['office_phone']}"> <small>ex:61234或23123456</small> 住宅電話： <input name=homeTel value="{v['home_phone']}"> <small>ex:0223123456</small>
<p>行動電話： <input name=handphone type=tel value="{v['mobile_phone']}"> <small>ex:0952000000 (如離職或更換門號，請記得調整此欄位)</small></form>""", f'<a href="{self.urls["portal"]}/menu">回功能選單</a>')

    # --- account (help)
    def account(self, req: Request) -> Response:
        s = self.session(req, "session_help")
        t, p = self.truth, self.truth.person
        nav = '<a href="/">首頁 Home</a>'
        m = re.fullmatch(r"/(activate|reset_cloud)(?:/(\w+))?", req.path)
        if req.path == "/":
            return self.render(s, "網路帳號 Help", """<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<h3>《規範》 Rules</h3><ul><li>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<li>請勿冒用院內同仁申請網路帳號<li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同</ul>
<h3>《常見問題與服務》 FAQ</h3><details open><summary>密碼修改後多久可以生效</summary>即時生效。</details><details><summary>忘記密碼</summary>請用下面的按鈕取得簡訊後進行密碼設定。</details>
<ul><li><a href="/activate">啟用網路帳號及首次雲端帳號密碼設定</a> <small>Office365, Outlook...</small>
<li><a href="/reset_cloud">重置雲端服務密碼</a> <small>Email, 無線網路, KM, TMS...</small>
<li><a href="#vpn">總院廠商VPN展延申請</a></ul>""")
        if req.path == "/bye":
            if f"account:{s['sid']}" in t.sessions:
                t.sessions.discard(f"account:{s['sid']}")
                t.counts["sign_out_account"] += 1
            self.store.pop(s["sid"], None)
            return self.to(self.session(req, "session_help"), "/", "已離開 signed out")
        if not m:
            return self.not_found()
        flow, step = m[1], m[2] or ""
        proved = f"account:{s['sid']}" in t.sessions and s.get("flow") == flow
        title = "啟用網路帳號及首次雲端帳號密碼設定" if flow == "activate" else "重置雲端服務密碼"
        if step == "" and req.method == "GET":
            s["nonce"] = secrets.token_hex(8)
            return self.render(s, title, f"""<p>注意事項<ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。<li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<li>請輸入帳號與簡訊動態碼後按「下一步」。</ul>
<form method=post action=/{flow}/verify><input type=hidden name=nonce value={s['nonce']}>
<table border=1 cellspacing=0><tr><td>網路帳號 / 主職員工編號<td><input name=ID value="{escape(s.get('ID', ''))}"><td><button formaction="/{flow}/ask_phone">發送簡訊動態碼</button>
<tr><td>簡訊(或MOTP)動態碼<td><input name=smsCode autocomplete=one-time-code><td>
<tr><td><td><td><button>下一步</button></table></form>""", nav)
        if step in ("ask_phone", "verify") and req.method == "POST":
            self.takes(req, ID="employee_id", smsCode="code")
            if req.get("nonce") != s.pop("nonce", None):
                return self.to(s, f"/{flow}", "頁面過期了 please retry", "error")
            s["ID"] = req.get("ID").strip()
            if not re.fullmatch(r"\d{6}", s["ID"]):
                return self.to(s, f"/{flow}", "員工編號 should be 6 digits", "error")
            if step == "ask_phone":
                return self.to(s, f"/{flow}/phone")
            otp = s.get("otp") or {}
            if not otp or req.get("smsCode").strip() != otp["code"] or otp["ID"] != s["ID"]:
                t.counts["code_refused"] += 1
                return self.to(s, f"/{flow}", "動態碼錯了 (wrong code)", "error")
            s["otp"] = None
            if time.time() - otp["ts"] > 120:
                t.counts["code_refused"] += 1
                return self.to(s, f"/{flow}", "動態碼 expired 超過2分鐘了, 請重寄", "error")
            s["flow"] = flow
            t.sessions.add(f"account:{s['sid']}")
            t.counts["code_accepted"] += 1
            return self.to(s, f"/{flow}/set")
        if step == "phone":
            if not s.get("ID"):
                return self.to(s, f"/{flow}")
            if req.method == "POST":
                self.takes(req, phone_num="registered_phone")
                if s["ID"] != p.employee_id or req.get("phone_num").strip() != (t.saved_contact.get("mobile_phone") or p.mobile_phone):
                    return self.to(s, f"/{flow}/phone", "手機 doesn't match 登記的門號", "error")
                s["otp"] = {"code": t.new_message(), "ts": time.time(), "ID": s["ID"]}
                return self.to(s, f"/{flow}", "動態碼簡訊發送成功! 請將簡訊動態碼輸入後，按「下一步」")
            return self.render(s, title, f"""<form method=post><p><label>請輸入帳號登記的手機門號(10碼)<br><input name=phone_num maxlength=10 placeholder="09xxxxxxxx"></label>
<p><input type=submit value=確定發送> <a href="/{flow}">取消</a></form>""", nav)
        if step not in ("set", "done") or not proved:
            return self.to(s, f"/{flow}", "請先做身分驗證", "error")
        nav += ' <a href="/bye">登出 Sign out</a>'
        if step == "done":
            return self.render(s, title, "<p>可以關掉這一頁了, 記得 sign out.</p>", nav)
        if flow == "reset_cloud":
            if req.method == "POST":
                self.takes(req, newCloudPW="cloud_password", again="cloud_password_again")
                if not t.alias:
                    return self.to(s, "/reset_cloud/set", "你還沒 activate 雲端服務, 請先啟用", "error")
                if not self.pw_ok(req.get("newCloudPW")) or req.get("newCloudPW") != req.get("again"):
                    return self.to(s, "/reset_cloud/set", "密碼太弱 or 兩次不同", "error")
                t.cloud_password = req.get("newCloudPW")
                return self.to(s, "/reset_cloud/done", "Reset 完成, 新密碼馬上可以用")
            return self.render(s, title, "<form method=post>新的雲端密碼 <input type=password name=newCloudPW> 再打一次 <input type=password name=again> <button>Reset 重設</button></form>", nav)
        facts = f"<table border=1><tr><td>網路帳號 / 主職員工編號<td>{p.employee_id}<tr><td>帳號姓名<td>{p.name}<tr><td>主職單位<td>{p.unit}<tr><td>有效期限<td>{p.valid_until}"
        if req.method == "POST":
            self.takes(req, alias_name="alias", pwCloud="cloud_password", pw_cloud_confirm="cloud_password_again", agree_ok="consent")
            if req.get("do") == "cancel":
                return self.to(s, "/bye")
            al, pw, err = req.get("alias_name").strip().lower(), req.get("pwCloud"), ""
            s["draft"] = al
            if t.alias:
                err = "Already activated! 不能再啟用一次"
            elif not re.fullmatch(r"[a-z][a-z0-9_.\-]{1,63}", al):
                err = "電子郵件名稱 not valid (a-z 開頭, 可用數字 . _ -)"
            elif al in ("taken.name", "ntuh", "test"):
                err = f"{al} is taken 有人用了QQ"
            elif req.get("agree_ok") != "y":
                err = "要勾同意規範 please check the box"
            elif not self.pw_ok(pw) or pw != req.get("pw_cloud_confirm"):
                err = "雲端密碼 too weak (8碼英+數) 或兩次不同"
            elif pw == t.portal_password:
                err = "不要跟 Portal password 一樣"
            elif req.get("do") != "enable":
                err = "???"
            if err:
                return self.to(s, "/activate/set", err, "error")
            t.alias, t.cloud_password = al, pw
            t.counts["activated"] += 1
            return self.to(s, "/activate/done", f"🎉 Done! {al}@ntuh.gov.tw 設定好了, 明天開始能用")
        if t.alias:
            return self.render(s, "設定密碼與郵件別名", f"{facts}<tr><td>Status<td>Activated ✔ 你的信箱是 {escape(t.alias)}@ntuh.gov.tw (不能再改)</table>", nav)
        return self.render(s, "設定密碼與郵件別名", f"""雲端服務帳號說明：<ol><li>雲端服務帳號為跨體系使用。<li>服務於設定完成隔日生效。</ol>
<form method=post>{facts}<tr><td>雲端服務帳號 (電子郵件名稱)<td><input name=alias_name maxlength=64 value="{escape(s.get('draft', ''))}">@ntuh.gov.tw 名稱長度限64字元內
<tr><td>密碼 cloud password<td><input type=password name=pwCloud><tr><td>再輸入一次 confirm<td><input type=password name=pw_cloud_confirm></table>
<p><label><input type=checkbox name=agree_ok value=y> 我同意遵守上述《規範》 I agree</label>
<p><button name=do value=cancel formnovalidate>取消啟用</button> <button name=do value=enable>啟用雲端服務</button> 服務於設定完成隔日生效</form>""", nav)

    # --- mail: names lifted from Roundcube
    def mail(self, req: Request) -> Response:
        s = self.session(req, "sessid_mail")
        t = self.truth
        if m := re.fullmatch(r"/yzm/(\w+)\.gif", req.path):
            return Response(picture(self.caps[m[1]], "GIF"), kind="image/gif") if m[1] in self.caps else self.not_found()
        task = req.query.get("_task", "")
        if req.path != "/":
            return self.not_found()
        if req.method == "POST":
            self.takes(req, _user="mail_account", _pass="mail_password", _captcha="captcha")
            if req.get("_token") != s.get("tok"):
                return self.to(s, "/?_task=login", "Invalid request! No data was saved.", "error")
            if not self.cap_ok(s, req.get("_cid"), req.get("_captcha").strip()):
                return self.to(s, "/?_task=login", "驗證碼 error", "error")
            if not t.alias or req.get("_user").strip().lower() not in (t.alias, f"{t.alias}@ntuh.gov.tw") or req.get("_pass") != t.cloud_password:
                return self.to(s, "/?_task=login", "Login failed. 帳號或密碼錯", "error")
            s["box"] = t.alias
            t.sessions.add(f"mail:{s['sid']}")
            t.counts["mail_sign_in"] += 1
            return self.to(s, "/?_task=mail&_mbox=INBOX")
        if task == "logout" and s.get("box"):
            t.sessions.discard(f"mail:{s['sid']}")
            t.counts["sign_out_mail"] += 1
            del self.store[s["sid"]]
            return self.to(self.session(req, "sessid_mail"), "/?_task=login", "You have successfully terminated the session. 掰掰")
        if task == "mail" and s.get("box"):
            return self.render(s, "Inbox 收件匣", f'<p>{escape(s["box"])}@ntuh.gov.tw<ul><li><b>資訊室</b> Welcome 歡迎使用<li><b>教學部</b> 實習報到須知</ul>', '<a href="/?_task=logout">登出 Logout</a>')
        s["tok"] = secrets.token_hex(16)
        key = self.cap_new(s, "abcdefghjkmnpqrstuvwxyz23456789", 4)
        return self.render(s, "Webmail", f"""<form action="/?_task=login" method=post><input type=hidden name=_token value={s['tok']}><input type=hidden name=_task value=login><input type=hidden name=_cid value={key}>
<table><tr><td>帳號:<td><input name=_user> @ntuh.gov.tw<tr><td>密碼:<td><input type=password name=_pass>
<tr><td>驗證碼(小寫字母或數字):<td><input name=_captcha size=6 autocapitalize=off> <img src="/yzm/{key}.gif">
<tr><td><td><label><input type=checkbox name=_remember value=1>記住登入資訊 (公用電腦請勿勾選)</label></table><button type=submit>登入 Login</button></form>
<h4>公佈欄</h4>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<br>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}/">https://help.ntuh.gov.tw/</a>""")

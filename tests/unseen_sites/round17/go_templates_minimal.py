from __future__ import annotations

import base64
import hmac
import re
import secrets
import time
from hashlib import sha256
from html import escape

from truth import Request, Response, Site, picture, redirect

STYLE = """:root{font:17px/1.6 system-ui,sans-serif}body{max-width:38rem;margin:2rem auto;padding:0 1rem}label{display:block;margin:.6rem 0}
fieldset{border:1px solid #ccc;border-radius:6px}[role=alert]{color:#a00}[role=status]{color:#060}header{display:flex;gap:1rem;align-items:center}dt{font-weight:600}"""


class TheSite(Site):
    title = "go_templates_minimal"

    def __init__(self) -> None:
        super().__init__()
        self.pepper = secrets.token_bytes(32)
        self.users: dict[str, dict] = {}
        self.passes: dict[str, str] = {}
        self.desk: dict[str, str] = {}
        self.guests: dict[str, dict] = {}
        self.letters: set[str] = set()
        self.riddles: dict[str, str] = {}

    # layout.tmpl
    def layout(self, title: str, main: str, *, header: str = "", status: int = 200, cookie: str = "") -> Response:
        return Response(f"""<!doctype html>
<html lang=zh-Hant-TW>
<meta charset=utf-8>
<meta name=viewport content="width=device-width">
<title>{title}</title>
<link rel=stylesheet href=/s.css>
<header><strong>NTUH</strong>{header}</header>
<main>
<h1>{title}</h1>
{main}
</main>
</html>""", status, headers=[("X-Content-Type-Options", "nosniff"), ("Cache-Control", "no-store"), *([("Set-Cookie", cookie)] if cookie else [])])

    def problem(self, status: int, text: str) -> Response:
        return Response(text + "\n", status, "text/plain; charset=utf-8")

    def token(self, who: str, use: str) -> str:
        stamp = f"{int(time.time()):x}"
        return stamp + "." + base64.urlsafe_b64encode(hmac.new(self.pepper, f"{who}|{use}|{stamp}".encode(), sha256).digest()[:18]).decode()

    def genuine(self, q: Request, who: str, use: str) -> bool:
        stamp, _, mac = q.get("_t").partition(".")
        want = base64.urlsafe_b64encode(hmac.new(self.pepper, f"{who}|{use}|{stamp}".encode(), sha256).digest()[:18]).decode()
        return bool(who) and hmac.compare_digest(mac.encode(), want.encode()) and time.time() - int(stamp, 16) < 3600

    def hidden(self, who: str, use: str) -> str:
        return f'<input type=hidden name=_t value="{self.token(who, use)}">'

    def static(self, q: Request) -> Response | None:
        if q.path == "/s.css":
            return Response(STYLE, kind="text/css; charset=utf-8")
        if q.path == "/favicon.ico":
            return self.problem(404, "404 page not found")
        if q.method not in ("GET", "POST", "HEAD"):
            return self.problem(405, "Method Not Allowed")
        return None

    def solved(self, q: Request, field: str) -> bool:
        want = self.riddles.pop(q.get("cid"), "")
        fits = bool(want) and want == self.truth.captcha and q.get(field).strip().lower() == want.lower()
        if want:
            self.truth.captcha = ""
        return fits

    @staticmethod
    def alert(text: str) -> str:
        return f"<p role=alert>{text}</p>\n" if text else ""

    @staticmethod
    def strong(pw: str) -> bool:
        return 8 <= len(pw) <= 64 and bool(re.search("[A-Za-z]", pw)) and bool(re.search("[0-9]", pw))

    # portal.go
    def portal(self, q: Request) -> Response:
        early = self.static(q)
        if early:
            return early
        s = q.cookies.get("s", "")
        me = self.users.get(s)
        if q.path == "/":
            if q.method == "POST":
                return self.sign_in(q)
            return self.menu(s, me) if me else self.login(q)
        if q.path == "/bye" and q.method == "POST":
            self.takes(q)
            if not me or not self.genuine(q, s, "bye"):
                return self.problem(403, "Forbidden - CSRF token invalid")
            self.drop(s)
            return redirect("/", ("Set-Cookie", "s=; Path=/; Max-Age=0"), status=303)
        if q.path in ("/go/password", "/go/contact"):
            if not me:
                return redirect("/", status=303)
            k = secrets.token_urlsafe(18)
            self.passes[k] = s
            return redirect(f"{self.urls['inner']}/in?SESSION={k}&to={q.path[4:]}", status=303)
        if q.path == "/go/sign" and me:
            return self.layout("個人簽章提醒設定", '<p>建置中<p><a href="/">回功能選單</a>')
        return self.problem(404, "404 page not found")

    def drop(self, s: str) -> None:
        del self.users[s]
        self.truth.sessions.discard("portal:" + s)
        self.truth.counts["sign_out_portal"] += 1

    def login(self, q: Request, err: str = "", status: int = 200) -> Response:
        pre, cookie = q.cookies.get("pre", ""), ""
        if len(pre) != 22:
            pre = secrets.token_urlsafe(16)
            cookie = f"pre={pre}; Path=/; HttpOnly; SameSite=Lax"
        cid = secrets.token_urlsafe(9)
        self.riddles = {cid: self.truth.new_captcha()}
        img = base64.b64encode(picture(self.truth.captcha, "PNG")).decode()
        radios = "".join(f'<label><input type=radio name=site value={v}{" checked" if v == "main" else ""}> {n}</label>\n' for v, n in (
            ("main", "總院區"), ("beihu", "北護"), ("jinshan", "金山"), ("hsinchu", "新竹"), ("yunlin", "雲林")))
        return self.layout("PORTAL", f"""{self.alert(err)}<form method=post action=/>
{self.hidden(pre, "login")}<input type=hidden name=cid value="{cid}">
<fieldset><legend>院區</legend>
{radios}</fieldset>
<label>帳號 <input name=user inputmode=numeric maxlength=6 required value="{escape(q.get("user"))}"></label>
<label>密碼 <input name=pass type=password required autocomplete=current-password></label>
<label>驗證碼 <img alt="" src="data:image/png;base64,{img}"> <input name=answer required maxlength=6 autocomplete=off></label>
<button>登入</button>
</form>
<details><summary>無法登入？</summary><p>分機 261120。密碼預設為身分證號（英文字母大寫）。</p></details>""", status=status, cookie=cookie)

    def sign_in(self, q: Request) -> Response:
        self.takes(q, **{"site": "campus", "user": "employee_id", "pass": "portal_password", "answer": "captcha"})
        if not self.genuine(q, q.cookies.get("pre", ""), "login"):
            return self.problem(403, "Forbidden - CSRF token invalid")
        if not self.solved(q, "answer"):
            self.truth.counts["sign_in_refused"] += 1
            return self.login(q, "驗證碼不對", 422)
        if q.get("site") not in ("main", "beihu", "jinshan", "hsinchu", "yunlin"):
            return self.problem(400, "Bad Request")
        if q.get("site") != "main" or q.get("user") != self.truth.person.employee_id or not hmac.compare_digest(q.get("pass").encode(), self.truth.portal_password.encode()):
            self.truth.counts["sign_in_refused"] += 1
            return self.login(q, "帳號或密碼不對", 422)
        s = secrets.token_urlsafe(24)
        self.users[s] = {"flash": ""}
        self.truth.sessions.add("portal:" + s)
        self.truth.counts["sign_in"] += 1
        return redirect("/", ("Set-Cookie", f"s={s}; Path=/; HttpOnly; SameSite=Lax"), status=303)

    def menu(self, s: str, me: dict) -> Response:
        flash, me["flash"] = me["flash"], ""
        note = f"<p role=status>{flash}</p>" if flash else ""
        return self.layout("選單", f"""{note}<p>{self.truth.person.name}，您好</p>
<nav><details open><summary>個人管理</summary>
<ul>
<li><a href=/go/password>更改密碼</a>
<li><a href=/go/sign>個人簽章提醒設定</a>
<li><a href=/go/contact>維護個人連絡資料</a>
</ul></details>
<details><summary>全院公告 2</summary><ul><li><time>2019-10-21</time> 薪資所得免稅額申報表<li><time>2018-12-13</time> 登入首頁改版</ul></details></nav>""",
                           header=f"<form method=post action=/bye>{self.hidden(s, 'bye')}<button>登出</button></form>")

    # inner.go
    def inner(self, q: Request) -> Response:
        early = self.static(q)
        if early:
            return early
        if q.path == "/in":
            s = self.passes.pop(q.query.get("SESSION", ""), "")
            if s not in self.users or q.query.get("to") not in ("password", "contact"):
                return redirect(self.urls["portal"] + "/", status=303)
            i = secrets.token_urlsafe(18)
            self.desk[i] = s
            return redirect("/" + q.query["to"], ("Set-Cookie", f"i={i}; Path=/; HttpOnly; SameSite=Lax"), status=303)
        s = self.desk.get(q.cookies.get("i", ""), "")
        me = self.users.get(s)
        names = {"old": "old_password", "new": "new_password", "again": "new_password_again", "mobile": "mobile_phone"}
        if q.method == "POST":
            self.takes(q, **names)
        if not me:
            return redirect(self.urls["portal"] + "/", status=303)
        use = q.path.strip("/")
        if use not in ("password", "contact", "bye") or (use == "bye" and q.method != "POST"):
            return self.problem(404, "404 page not found")
        if q.method == "POST" and not self.genuine(q, s, use):
            return self.problem(403, "Forbidden - CSRF token invalid")
        if use == "bye":
            self.drop(s)
            return redirect(self.urls["portal"] + "/", status=303)
        head = f'<a href="{self.urls["portal"]}/">回功能選單</a><form method=post action=/bye>{self.hidden(s, "bye")}<button>登出系統</button></form>'
        return self.password(q, s, me, head) if use == "password" else self.contact(q, s, head)

    def password(self, q: Request, s: str, me: dict, head: str) -> Response:
        err = ""
        if q.method == "POST":
            new = q.get("new")
            if q.get("old") != self.truth.portal_password:
                err = "舊密碼不對"
            elif not self.strong(new):
                err = "新密碼太弱：至少 8 字元，含英文及數字"
            elif new != q.get("again"):
                err = "兩次新密碼不同"
            elif new == self.truth.portal_password:
                err = "新密碼與舊密碼相同"
            else:
                self.truth.portal_password = new
                self.truth.counts["password_changed"] += 1
                me["flash"] = "密碼已更改。"
                return redirect(self.urls["portal"] + "/", status=303)
            self.truth.counts["password_refused"] += 1
        return self.layout("更改密碼", f"""{self.alert(err)}<form method=post action=/password>{self.hidden(s, "password")}
<label>請輸入舊密碼 <input type=password name=old required autocomplete=current-password></label>
<label>請輸入新密碼 <input type=password name=new required minlength=8 autocomplete=new-password></label>
<label>請再輸入新密碼 <input type=password name=again required minlength=8 autocomplete=new-password></label>
<details><summary>密碼設定條件</summary><ol><li>密碼長度不可少於8個字元<li>密碼內容需包含英文及數字</ol></details>
<button>確認</button></form>""", header=head, status=422 if err else 200)

    BOXES = (("surname", "english_surname", "英文姓", "Chen(陳)"), ("given", "english_given", "英文首名", "Yi-Fen(怡芬)"), ("middle", "english_middle", "英文中名", "Mary"),
             ("office", "office_phone", "辦公室電話", "61234"), ("home", "home_phone", "住宅電話", "0223123456"), ("mobile", "mobile_phone", "行動電話", "0952000000"))

    def contact(self, q: Request, s: str, head: str) -> Response:
        p, err = self.truth.person, ""
        now = {n: self.truth.saved_contact.get(k, getattr(p, k)) for n, k, *_ in self.BOXES}
        if q.method == "POST":
            if any(not q.has(n) for n in now):
                return self.problem(400, "Bad Request")
            now = {n: q.get(n).strip() for n in now}
            if not re.fullmatch(r"09[0-9]{8}", now["mobile"]):
                err = "行動電話需為 10 碼"
            elif any(len(v) > 40 for v in now.values()):
                err = "內容過長"
            else:
                self.truth.saved_contact = {k: now[n] for n, k, *_ in self.BOXES}
                self.truth.counts["contact_saved"] += 1
                return redirect("/contact?saved=1", status=303)
        note = "<p role=status>已儲存。</p>" if q.query.get("saved") and self.truth.saved_contact else ""
        box = [f'<label>{lab} <input name={n} value="{escape(now[n])}" placeholder="ex: {ex}"{" type=tel" if "電話" in lab else ""}></label>\n' for n, _, lab, ex in self.BOXES]
        return self.layout("維護個人連絡資料", f"""{self.alert(err)}{note}<form method=post action=/contact>{self.hidden(s, "contact")}
<dl><dt>員工編號<dd>{p.employee_id}<dt>姓名<dd>{p.name}</dl>
<fieldset><legend>英文姓名</legend>{"".join(box[:3])}</fieldset>
<fieldset><legend>電話</legend>{"".join(box[3:])}<small>如離職或更換門號，請記得調整</small></fieldset>
<button>異動儲存</button></form>""", header=head, status=422 if err else 200)

    # account.go
    def account(self, q: Request) -> Response:
        early = self.static(q)
        if early:
            return early
        if q.path == "/":
            return self.layout("網路帳號", """<details open><summary>規範</summary><p>網路帳號不可借用；使用本帳號發信、登入VPN等，均依規定記錄。</p><p>請勿與 Portal 密碼設定相同。</p></details>
<details><summary>常見問題與服務</summary><dl><dt>密碼修改後多久可以生效<dd>即時生效。<dt>忘記密碼<dd>由下方取得簡訊後設定。</dl></details>
<nav><ul><li><a href=/activate/verify>啟用網路帳號及首次雲端帳號密碼設定</a><li><a href=/reset/verify>重置雲端服務密碼</a><li><a href=/vendor>總院廠商VPN展延申請</a></ul></nav>""")
        a = q.cookies.get("a", "")
        me = self.guests.get(a)
        if q.method == "POST":
            self.takes(q, id="employee_id", phone="registered_phone", code="code", alias="alias", secret="cloud_password", secret2="cloud_password_again")
        hit = re.fullmatch(r"/(activate|reset)(?:/(verify|sms))?|/(exit)", q.path)
        if not hit:
            return self.problem(404, "404 page not found")
        goal, step = hit[1], hit[2]
        if q.method == "GET" and step == "verify":
            if me and me["goal"] == goal and not me["ok"]:
                return self.verify(a, me)
            a = secrets.token_urlsafe(18)
            me = self.guests[a] = {"goal": goal, "id": "", "code": "", "at": 0.0, "ok": False, "sent": False}
            return self.verify(a, me, cookie=f"a={a}; Path=/; HttpOnly; SameSite=Lax")
        if q.method == "GET" and step == "sms" or hit[3] and q.method != "POST":
            return self.problem(405, "Method Not Allowed")
        if not me or (goal and goal != me["goal"]):
            return redirect("/", status=303)
        if q.method == "POST" and not self.genuine(q, a, "verify" if step else hit[3] or goal):
            return self.problem(403, "Forbidden - CSRF token invalid")
        if hit[3]:
            if me["ok"]:
                self.truth.sessions.discard("account:" + a)
                self.truth.counts["sign_out_account"] += 1
            del self.guests[a]
            return redirect("/", ("Set-Cookie", "a=; Path=/; Max-Age=0"), status=303)
        if step:
            return self.prove(q, a, me, step)
        if not me["ok"]:
            return redirect(f"/{goal}/verify", status=303)
        return self.activate(q, a) if goal == "activate" else self.reset(q, a)

    def verify(self, a: str, me: dict, err: str = "", cookie: str = "") -> Response:
        title = "啟用網路帳號及首次雲端帳號密碼設定" if me["goal"] == "activate" else "重置雲端服務密碼"
        note = "<p role=status>動態碼簡訊發送成功，請輸入後按「下一步」。</p>" if me["sent"] and not err else ""
        return self.layout(title, f"""{self.alert(err)}{note}<form method=post action="/{me["goal"]}/verify">{self.hidden(a, "verify")}
<fieldset><legend>身分驗證</legend>
<label>網路帳號 / 主職員工編號 <input name=id inputmode=numeric maxlength=6 required value="{escape(me["id"])}"></label>
<details{"" if me["sent"] else " open" if me["id"] else ""}><summary>發送簡訊動態碼</summary>
<label>請輸入帳號登記的手機門號(10碼) <input name=phone type=tel maxlength=10></label>
<button formaction="/{me["goal"]}/sms" formnovalidate>確定發送</button>
</details>
<label>簡訊(或MOTP)動態碼 <input name=code inputmode=numeric autocomplete=one-time-code required></label>
<small>2分鐘內有效</small>
</fieldset>
<button>下一步</button> <a href=/>取消</a></form>""", status=422 if err else 200, cookie=cookie)

    def prove(self, q: Request, a: str, me: dict, step: str) -> Response:
        me["id"] = q.get("id").strip()
        if me["id"] != self.truth.person.employee_id:
            return self.verify(a, me, "查無此帳號")
        if step == "sms":
            if q.get("phone").strip() != self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone):
                return self.verify(a, me, "手機門號不符，未發送")
            me.update(code=self.truth.new_message(), at=time.time(), sent=True)
            return redirect(f"/{me['goal']}/verify", status=303)
        if not me["code"] or q.get("code").strip() != me["code"]:
            self.truth.counts["code_refused"] += 1
            return self.verify(a, me, "動態碼不對")
        if time.time() - me["at"] > 120:
            self.truth.counts["code_refused"] += 1
            me.update(code="", sent=False)
            return self.verify(a, me, "動態碼已失效，請重新發送")
        me.update(ok=True, code="")
        self.truth.sessions.add("account:" + a)
        self.truth.counts["code_accepted"] += 1
        return redirect("/" + me["goal"], status=303)

    def leave(self, a: str) -> str:
        return f"<form method=post action=/exit>{self.hidden(a, 'exit')}<button>登出</button></form>"

    def activate(self, q: Request, a: str) -> Response:
        t, p, err, status = self.truth, self.truth.person, "", 422
        if q.method == "POST":
            alias = q.get("alias").strip()
            if t.alias:
                err, status = "先前已啟用，不能再次啟用", 409
            elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{2,63}", alias):
                err = "名稱格式不對"
            elif alias.lower() == "taken.name":
                err = "名稱已有人用"
            elif not self.strong(q.get("secret")):
                err = "密碼至少 8 字元，含英文及數字"
            elif q.get("secret") != q.get("secret2"):
                err = "兩次密碼不同"
            else:
                t.alias, t.cloud_password = alias, q.get("secret")
                t.counts["activated"] += 1
                return redirect("/activate?done=1", status=303)
        facts = f"<dl><dt>網路帳號 / 主職員工編號<dd>{p.employee_id}<dt>帳號姓名<dd>{p.name}<dt>主職單位<dd>{p.unit}<dt>有效期限<dd>{p.valid_until}</dl>"
        if t.alias:
            note = "<p role=status>完成。明天起可用。</p>" if q.query.get("done") else self.alert(err) or "<p>此帳號已啟用過。</p>"
            return self.layout("設定密碼與郵件別名", f"{note}{facts}<dl><dt>雲端服務帳號 (電子郵件名稱)<dd><output>{escape(t.alias)}@ntuh.gov.tw</output></dl>", header=self.leave(a), status=409 if err else 200)
        return self.layout("設定密碼與郵件別名", f"""{self.alert(err)}{facts}<form method=post action=/activate>{self.hidden(a, "activate")}
<fieldset><legend>雲端服務</legend>
<label>雲端服務帳號 (電子郵件名稱) <input name=alias required maxlength=64 value="{escape(q.get("alias"))}">@ntuh.gov.tw</label>
<label>密碼 <input name=secret type=password required minlength=8 autocomplete=new-password></label>
<label>再次輸入密碼 <input name=secret2 type=password required minlength=8 autocomplete=new-password></label>
</fieldset>
<button>啟用雲端服務</button> <a href=/>取消啟用</a>
<p><small>服務於設定完成隔日生效</small></form>""", header=self.leave(a), status=status if err else 200)

    def reset(self, q: Request, a: str) -> Response:
        err = note = ""
        if q.method == "POST":
            if not self.truth.alias:
                err = "尚未啟用"
            elif not self.strong(q.get("secret")) or q.get("secret") != q.get("secret2"):
                err = "密碼太弱或兩次不同"
            else:
                self.truth.cloud_password, note = q.get("secret"), "<p role=status>已重置。</p>"
        return self.layout("重置雲端服務密碼", f"""{self.alert(err)}{note}<form method=post action=/reset>{self.hidden(a, "reset")}
<label>新密碼 <input name=secret type=password required minlength=8></label><label>再次輸入新密碼 <input name=secret2 type=password required minlength=8></label><button>重置</button></form>""", header=self.leave(a), status=422 if err else 200)

    # mail.go
    def mail(self, q: Request) -> Response:
        early = self.static(q)
        if early:
            return early
        m = q.cookies.get("m", "")
        hit = re.fullmatch(r"/captcha/([\w-]+)\.png", q.path)
        if hit:
            text = self.riddles.get(hit[1], "")
            return Response(picture(text, "PNG"), kind="image/png") if text else self.problem(404, "404 page not found")
        if q.path == "/bye" and q.method == "POST":
            self.takes(q)
            if m not in self.letters or not self.genuine(q, m, "bye"):
                return self.problem(403, "Forbidden - CSRF token invalid")
            self.letters.discard(m)
            self.truth.sessions.discard("mail:" + m)
            self.truth.counts["sign_out_mail"] += 1
            return redirect("/", ("Set-Cookie", "m=; Path=/; Max-Age=0"), status=303)
        if q.path != "/":
            return self.problem(404, "404 page not found")
        err = ""
        if q.method == "POST":
            self.takes(q, **{"name": "mail_account", "pass": "mail_password", "answer": "captcha"})
            if not self.genuine(q, q.cookies.get("mpre", ""), "mail"):
                return self.problem(403, "Forbidden - CSRF token invalid")
            if not self.solved(q, "answer"):
                err = "驗證碼不對"
            elif not self.truth.alias or q.get("name").strip().split("@")[0].lower() != self.truth.alias.lower() or q.get("pass") != self.truth.cloud_password:
                err = "帳號或密碼不對"
            else:
                m = secrets.token_urlsafe(18)
                self.letters.add(m)
                self.truth.sessions.add("mail:" + m)
                self.truth.counts["mail_sign_in"] += 1
                return redirect("/", ("Set-Cookie", f"m={m}; Path=/; HttpOnly; SameSite=Lax"), status=303)
        elif m in self.letters:
            return self.layout("收件匣", f"<p>{escape(self.truth.alias)}@ntuh.gov.tw</p><ol><li><article><strong>資訊室</strong> 歡迎</article></ol>",
                               header=f"<form method=post action=/bye>{self.hidden(m, 'bye')}<button>登出</button></form>")
        pre, cookie = q.cookies.get("mpre", ""), ""
        if len(pre) != 22:
            pre = secrets.token_urlsafe(16)
            cookie = f"mpre={pre}; Path=/; HttpOnly; SameSite=Lax"
        cid = secrets.token_urlsafe(9)
        self.riddles = {cid: self.truth.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5)}
        return self.layout("電子信", f"""{self.alert(err)}<form method=post action=/>{self.hidden(pre, "mail")}<input type=hidden name=cid value="{cid}">
<label>帳號 <input name=name required value="{escape(q.get("name"))}"></label>
<label>密碼 <input name=pass type=password required></label>
<label>驗證碼(小寫字母或數字) <img alt="" src="/captcha/{cid}.png"> <input name=answer required maxlength=5 autocomplete=off></label>
<label><input name=keep type=checkbox> 記住登入資訊 <small>(公用電腦請勿勾選)</small></label>
<button>登入</button></form>
<details><summary>公佈欄</summary><p>無法登入請先<a href="{self.urls['account']}/">變更密碼</a></p></details>""", status=422 if err else 200, cookie=cookie)

"""The 2024 rewrite: mobile first, semantic HTML5, floating labels behind the inputs, autocomplete tokens, <dialog>, PRG."""

from __future__ import annotations

import html
import re
import secrets
import time

from truth import Request, Response, Site, picture, redirect

STYLE = """
:root{--brand:#0b6e4f;--gap:1rem}*{box-sizing:border-box}body{margin:0;font:16px/1.6 system-ui,'Noto Sans TC',sans-serif;max-width:40rem;margin-inline:auto;padding:var(--gap)}
.float{position:relative;margin-block:1.2rem}.float input{width:100%;padding:1.3rem .8rem .4rem;border:1px solid #bbb;border-radius:.6rem;font-size:1rem}
.float label{position:absolute;left:.8rem;top:.9rem;color:#666;pointer-events:none;transition:.15s}
.float input:focus+label,.float input:not(:placeholder-shown)+label{top:.1rem;font-size:.75rem;color:var(--brand)}
.chips label{display:inline-block;border:1px solid #ccc;border-radius:2rem;padding:.2rem .8rem;margin:.2rem}
.btn{min-height:44px;padding:.5rem 1.2rem;border:0;border-radius:.6rem;background:var(--brand);color:#fff;font-size:1rem;text-decoration:none;display:inline-block}.btn.ghost{background:#eee;color:#222}
.toast{display:block;padding:.8rem;border-radius:.6rem;background:#e6f4ea}.toast.bad{background:#fdecea;color:#8c1d18}.card{display:block;border:1px solid #ddd;border-radius:1rem;padding:1rem;margin-block:.8rem}
.sr-only{position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)}small{color:#666}@media(min-width:48rem){body{max-width:56rem}}
"""
FLAGS = 'autocapitalize="off" autocorrect="off" spellcheck="false"'


def floating(ident: str, name: str, text: str, tokens: str, value: str = "", note: str = "") -> str:
    """The label comes after the input, so that CSS can float it."""
    help_ = f'<small id="{ident}-help">{note}</small>' if note else ""
    by = f' aria-describedby="{ident}-help"' if note else ""
    return f'<div class="float"><input id="{ident}" name="{name}" placeholder=" " value="{html.escape(value)}" {tokens}{by}><label for="{ident}">{text}</label>{help_}</div>\n'


def secret(ident: str, name: str, text: str, token: str, note: str = "") -> str:
    eye = f"""<button type="button" class="sr-only" aria-controls="{ident}" onclick="var i=document.getElementById('{ident}');i.type=i.type=='password'?'text':'password'">顯示</button>"""
    return floating(ident, name, text, f'type="password" autocomplete="{token}" {FLAGS}', note=note) + eye


def solid(password: str) -> bool:
    return 8 <= len(password) <= 64 and any(c.isascii() and c.isalpha() for c in password) and any(c in "0123456789" for c in password)


class TheSite(Site):
    title = "html5_mobile_first"

    def __init__(self) -> None:
        super().__init__()
        self.jar: dict[str, dict] = {}

    def visit(self, q: Request, cookie: str) -> dict:
        v = self.jar.get(q.cookies.get(cookie, ""))
        if not v or v["cookie"] != cookie:
            key = secrets.token_urlsafe(18)
            v = self.jar[key] = {"key": key, "cookie": cookie, "token": secrets.token_urlsafe(24), "good": "", "bad": "", "typed": {}}
        return v

    def genuine(self, q: Request, v: dict) -> bool:
        fine = secrets.compare_digest(q.get("_token"), v["token"])
        v["token"] = secrets.token_urlsafe(24)
        return fine

    def to(self, v: dict, where: str, good: str = "", bad: str = "", typed: dict | None = None) -> Response:
        v.update(good=good, bad=bad, typed=typed or {})
        return redirect(where, ("Set-Cookie", f"{v['cookie']}={v['key']}; Path=/; HttpOnly; SameSite=Lax"), status=303)

    def stale(self) -> Response:
        return Response("<!doctype html><meta charset=utf-8><title>419</title><h1>頁面已過期</h1><p>請返回上一頁並重新整理。</p>", 419)

    def sheet(self, v: dict, title: str, main: str, bar: str = "", status: int = 200) -> Response:
        toast = ""
        if v["good"]:
            toast += f'<output role="status" class="toast">✓ {v["good"]}</output>'
        if v["bad"]:
            toast += f'<output role="alert" class="toast bad">⚠ {v["bad"]}</output>'
        v.update(good="", bad="")
        main = main.replace("@@", f'<input type="hidden" name="_token" value="{v["token"]}">')
        bar = bar.replace("@@", f'<input type="hidden" name="_token" value="{v["token"]}">')
        return Response(f"""<!doctype html>
<html lang="zh-Hant-TW">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="theme-color" content="#0b6e4f">
<title>{title}｜臺大醫院</title>
<style>{STYLE}</style>
</head>
<body>
<a class="sr-only" href="#main">跳到主要內容</a>
<header><strong>NTUH</strong> {bar}</header>
<main id="main">
<h1>{title}</h1>
{toast}
{main}</main>
<footer><small>台大 健康守護, 醫界典範 · v3.2.0 (2024)</small></footer>
</body>
</html>""", status, headers=[("Set-Cookie", f"{v['cookie']}={v['key']}; Path=/; HttpOnly; SameSite=Lax"), ("Cache-Control", "no-store")])

    # ------------------------------------------------------------ portal
    def portal(self, q: Request) -> Response:
        t, v = self.truth, self.visit(q, "portal_sid")
        signed = "portal:" + v["key"] in t.sessions
        match (q.method, q.path):
            case ("GET", "/login/captcha"):
                v["shown"] = t.new_captcha()
                return Response(picture(v["shown"], "PNG", (140, 40)), kind="image/png", headers=[("Cache-Control", "no-store")])
            case ("POST", "/login"):
                self.takes(q, site="campus", username="employee_id", password="portal_password", answer="captcha")
                want, t.captcha = t.captcha, ""
                if not self.genuine(q, v):
                    return self.stale()
                kept = {"username": q.get("username")}
                if q.get("site") not in {"T0", "T2", "T3", "T4", "T5", "Y0"}:
                    return self.to(v, "/login", bad="請選擇院區", typed=kept)
                if not want or v.get("shown") != want or q.get("answer").strip().upper() != want:
                    t.counts["sign_in_refused"] += 1
                    return self.to(v, "/login", bad="圖中的字不對，請看新的圖再輸入一次。", typed=kept)
                if q.get("username").strip() != t.person.employee_id or q.get("password") != t.portal_password:
                    t.counts["sign_in_refused"] += 1
                    return self.to(v, "/login", bad="帳號或密碼有誤，請再確認。", typed=kept)
                t.sessions.add("portal:" + v["key"])
                t.counts["sign_in"] += 1
                return self.to(v, "/menu")
            case ("POST", "/logout"):
                self.takes(q)
                if not self.genuine(q, v):
                    return self.stale()
                if signed:
                    t.sessions.discard("portal:" + v["key"])
                    t.counts["sign_out_portal"] += 1
                return self.to(v, "/login", good="您已安全登出。")
            case ("GET", "/menu") if signed:
                return self.menu(v, q.query.get("q", ""))
            case ("GET", "/soon") if signed:
                return self.to(v, "/menu", bad="此功能僅供正職同仁使用。")
            case ("GET", "/login"):
                return self.door(v)
        return self.to(v, "/menu" if signed else "/login", bad=v["bad"])

    def door(self, v: dict) -> Response:
        chips = "".join(f'<label><input type="radio" name="site" value="{c}"{" checked" if c == "T0" else ""}> {n}</label>' for c, n in
                        (("T0", "總院區"), ("T2", "北護"), ("T3", "金山"), ("T4", "新竹"), ("T5", "竹東"), ("Y0", "雲林")))
        land = "".join(f'<label><input type="radio" name="land" value="{i}"{"" if i else " checked"}> {n}</label>' for i, n in enumerate(("醫療相關選單", "行政系統選單", "門診系統")))
        return self.sheet(v, "醫療資訊系統", f"""<form method="post" action="/login" id="signin">@@
<fieldset class="chips"><legend>院區</legend>{chips}</fieldset>
{floating("u", "username", "帳號", f'type="text" inputmode="numeric" autocomplete="username" pattern="[0-9]{{6}}" maxlength="6" required enterkeyhint="next" {FLAGS}', v["typed"].get("username", ""), "6位數數字")}
{secret("p", "password", "密碼", "current-password", "預設為身分證號（英文字母大寫）")}
<figure><img src="/login/captcha?t={secrets.token_hex(4)}" width="140" height="40" alt="" loading="eager"><figcaption><a href="/login">換一張</a></figcaption></figure>
{floating("c", "answer", "驗證碼", f'type="text" inputmode="text" autocomplete="off" maxlength="6" required enterkeyhint="go" {FLAGS}', "", "(不用區分大小寫)")}
<fieldset class="chips"><legend class="sr-only">登入後前往</legend>{land}</fieldset>
<button class="btn" type="submit">登入</button>
</form>""")

    def menu(self, v: dict, asked: str) -> Response:
        near = f"{self.urls['inner']}/me/open?SESSION={v['key']}&amp;to="
        parts = (("醫療系統", (("/soon", "門診系統"), ("/soon", "住院系統"))), ("數位學習", (("/soon", "TMS"),)), ("行政系統", (("/soon", "差勤系統"), ("/soon", "表單下載"))),
                 ("個人管理", ((near + "password", "更改密碼"), ("/soon", "個人簽章提醒設定"), ("/soon", "查詢員工連絡資料"), (near + "contact", "維護個人連絡資料"), ("/soon", "個人就醫紀錄查詢"), ("/soon", "員工公勞健保查詢"))))
        blocks = "".join(f'<details{" open" if h == "醫療系統" else ""}><summary>{h}</summary><nav aria-label="{h}"><ul>' + "".join(f'<li><a href="{a}">{b}</a></li>' for a, b in ls) + "</ul></nav></details>" for h, ls in parts)
        found = f"<p>找不到「{html.escape(asked)}」相關功能</p>" if asked else ""
        bar = '<form method="post" action="/logout" style="display:inline">@@<button class="btn ghost" type="submit" aria-label="登出系統">⎋ 登出</button></form>'
        return self.sheet(v, "功能選單", f"""<p>您好! {self.truth.person.name}</p>
<search><form method="get" action="/menu" role="search"><input type="search" name="q" placeholder="搜尋功能…" aria-label="搜尋" inputmode="search" enterkeyhint="search"><button type="submit">🔍</button></form></search>{found}
{blocks}<section><h2>全院公告 <data value="2">2</data></h2><article><time datetime="2019-10-21">2019/10/21</time> 請全院同仁填報薪資所得免稅額申報表</article></section>""", bar)

    # ------------------------------------------------------------ inner
    def inner(self, q: Request) -> Response:
        t, v = self.truth, self.visit(q, "me_sid")
        if q.method == "POST":
            self.takes(q, current="old_password", fresh="new_password", fresh_again="new_password_again", mobile="mobile_phone")
        if q.path == "/me/open" and "portal:" + q.query.get("SESSION", "") in t.sessions:
            v["owner"] = q.query["SESSION"]
            return self.to(v, "/me/contact" if q.query.get("to") == "contact" else "/me/password")
        if "portal:" + v.get("owner", "") not in t.sessions:
            return self.sheet(v, "請先登入", f'<p>登入已逾時。</p><a class="btn" href="{self.urls["portal"]}/login">前往登入</a>', status=401)
        if q.method == "POST" and not self.genuine(q, v):
            return self.stale()
        if q.method == "POST" and q.path == "/me/password":
            new = q.get("fresh")
            bad = ("舊密碼不對。" if q.get("current") != t.portal_password else "新密碼至少 8 個字元，並同時有英文與數字。" if not solid(new)
                   else "兩次新密碼不一樣。" if new != q.get("fresh_again") else "新密碼不能和舊密碼一樣。" if new == t.portal_password else "")
            t.counts["password_refused" if bad else "password_changed"] += 1
            if bad:
                return self.to(v, "/me/password", bad=bad)
            t.portal_password = new
            return self.to(v, "/me/password/done")
        if q.method == "POST" and q.path == "/me/contact":
            names = dict(english_surname="family", english_given="given", english_middle="middle", office_phone="office", home_phone="home", mobile_phone="mobile")
            got = {k: q.get(n).strip() for k, n in names.items()}
            whole = all(q.has(n) for n in names.values())
            bad = ("表單不完整。" if not whole else "行動電話要 10 碼、09 開頭。" if not re.fullmatch(r"09\d{8}", got["mobile_phone"])
                   else "英文姓名請用英文字母。" if not re.fullmatch(r"[A-Za-z' -]{1,30}", got["english_surname"]) or not re.fullmatch(r"[A-Za-z' -]{1,30}", got["english_given"])
                   else "電話請用數字。" if not re.fullmatch(r"[\d#()-]*", got["office_phone"] + got["home_phone"]) else "")
            if bad:
                return self.to(v, "/me/contact", bad=bad)
            t.saved_contact = got
            t.counts["contact_saved"] += 1
            return self.to(v, "/me/contact", good="連絡資料已為您存好了。")
        back = f'<a class="btn ghost" href="{self.urls["portal"]}/menu">← 回功能選單</a>'
        if q.path == "/me/password/done":
            return self.sheet(v, "更改密碼", f'<div class="card"><p>🎉 新密碼已生效，下次請用新密碼登入。</p></div>{back}')
        if q.path == "/me/contact":
            p = t.person
            now = {k: t.saved_contact.get(k, getattr(p, k)) for k in ("english_surname", "english_given", "english_middle", "office_phone", "home_phone", "mobile_phone")}
            return self.sheet(v, "維護個人連絡資料", f"""<form method="post" action="/me/contact" id="contact-form">@@
<dl><dt>員工編號：</dt><dd>{p.employee_id}</dd><dt>姓名：</dt><dd>{p.name}</dd></dl>
{floating("fam", "family", "英文姓", 'type="text" autocomplete="family-name" maxlength="30" required', now["english_surname"], "ex:Chen(陳)")}
{floating("giv", "given", "英文首名", 'type="text" autocomplete="given-name" maxlength="30" required', now["english_given"], "ex: Yi-Fen(怡芬) (說明)")}
{floating("mid", "middle", "英文中名", 'type="text" autocomplete="additional-name" maxlength="30"', now["english_middle"], "ex:Mary 為英文別名，如無，可不填")}
{floating("off", "office", "辦公室電話", 'type="tel" inputmode="tel" autocomplete="work tel" maxlength="12"', now["office_phone"], "ex:61234或23123456")}
{floating("hom", "home", "住宅電話", 'type="tel" inputmode="tel" autocomplete="home tel" maxlength="12"', now["home_phone"], "ex:0223123456")}
{floating("mob", "mobile", "行動電話", 'type="tel" inputmode="numeric" autocomplete="mobile tel-national" pattern="09[0-9]{8}" maxlength="10" required', now["mobile_phone"], "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")}
</form>
<div style="position:sticky;bottom:0;background:#fff">{back} <button class="btn" type="submit" form="contact-form">異動儲存</button></div>""")
        return self.sheet(v, "更改密碼", f"""<form method="post" action="/me/password">@@
<input type="text" name="username" value="{t.person.employee_id}" autocomplete="username" readonly hidden>
{secret("cur", "current", "請輸入舊密碼", "current-password")}{secret("new1", "fresh", "請輸入新密碼", "new-password")}{secret("new2", "fresh_again", "請再輸入新密碼", "new-password")}
<p>密碼強度檢核：<meter min="0" max="4" value="0"></meter></p>
<aside><p>密碼設定條件：</p><ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol></aside>
<button class="btn" type="submit">儲存新密碼</button>
</form><p>{back}</p>""")

    # ------------------------------------------------------------ account
    def account(self, q: Request) -> Response:
        t, v, me = self.truth, self.visit(q, "acct_sid"), self.truth.person
        proved = "account:" + v["key"] in t.sessions
        if q.method == "POST":
            self.takes(q, staff="employee_id", phone="registered_phone", otp="code", alias="alias", cloud="cloud_password", cloud_again="cloud_password_again")
            if not self.genuine(q, v):
                return self.stale()
        kept = {"staff": q.get("staff").strip(), "alias": q.get("alias").strip()}
        match (q.method, q.path):
            case ("GET", "/verify") if q.query.get("for") in ("activate", "reset"):
                if q.query["for"] != v.get("goal"):
                    v.update(goal=q.query["for"], code="", at=0.0)
                return self.proof(v)
            case ("POST", "/verify/send") if v.get("goal"):
                here = f"/verify?for={v['goal']}"
                if kept["staff"] != me.employee_id:
                    return self.to(v, here, bad="沒有這個網路帳號。", typed=kept)
                if q.get("phone").strip() != t.saved_contact.get("mobile_phone", me.mobile_phone):
                    return self.to(v, here, bad="這不是您登記的手機門號。", typed=kept)
                v.update(code=t.new_message(), at=time.time(), sent=True)
                return self.to(v, here, typed=kept)
            case ("POST", "/verify") if v.get("goal"):
                here = f"/verify?for={v['goal']}"
                same = bool(v["code"]) and q.get("otp").strip() == v["code"] and kept["staff"] == me.employee_id
                if not same or time.time() - v["at"] > 120:
                    t.counts["code_refused"] += 1
                    return self.to(v, here, bad="動態碼已經超過 2 分鐘，請再發送一次。" if same else "動態碼不對，請再看一次簡訊。", typed=kept)
                v["code"] = ""
                t.sessions.add("account:" + v["key"])
                t.counts["code_accepted"] += 1
                return self.to(v, "/reset" if v["goal"] == "reset" else "/profile" if t.alias else "/setup")
            case ("POST", "/setup") if proved:
                name = kept["alias"].lower()
                if q.get("go") == "cancel":
                    return self.leave(v)
                if t.alias:
                    return self.to(v, "/profile", bad="您已經啟用過了，不能再啟用一次。")
                bad = ("郵件名稱只能用英文、數字、點、底線、減號，且以英文開頭。" if not re.fullmatch(r"[a-z][a-z0-9._-]{1,63}", name) else "這個郵件名稱有人用了，換一個吧。" if name == "taken.name"
                       else "雲端密碼至少 8 個字元，並同時有英文與數字。" if not solid(q.get("cloud")) else "兩次雲端密碼不一樣。" if q.get("cloud") != q.get("cloud_again") else "")
                if bad:
                    return self.to(v, "/setup", bad=bad, typed=kept)
                t.alias, t.cloud_password = name, q.get("cloud")
                t.counts["activated"] += 1
                return self.to(v, "/profile", good="雲端服務開通好了！")
            case ("POST", "/reset") if proved and v.get("goal") == "reset":
                if not t.alias or not solid(q.get("cloud")) or q.get("cloud") != q.get("cloud_again"):
                    return self.to(v, "/reset", bad="您還沒有啟用雲端服務。" if not t.alias else "密碼不合規定，或兩次不一樣。")
                t.cloud_password = q.get("cloud")
                return self.to(v, "/profile", good="雲端密碼換好了，即時生效。")
            case ("POST", "/leave") if proved:
                return self.leave(v)
            case ("GET", "/setup" | "/profile" | "/reset") if proved:
                return self.room(v, q.path)
            case ("GET", "/"):
                return self.front(v)
        return self.to(v, "/", bad="請由這裡重新開始。")

    def leave(self, v: dict) -> Response:
        self.truth.sessions.discard("account:" + v["key"])
        self.truth.counts["sign_out_account"] += 1
        v.pop("goal", None)
        return self.to(v, "/", good="已離開帳號設定。")

    def front(self, v: dict) -> Response:
        return self.sheet(v, "網路帳號服務", """<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<section class="card"><h2>《規範》</h2><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同，以確保個人資料安全。</li></ul></section>
<section class="card"><h2>《常見問題與服務》</h2><details><summary>密碼修改後多久可以生效</summary><p>即時生效。</p></details><details><summary>忘記密碼</summary><p>請親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></details></section>
<nav aria-label="服務"><a class="card" href="/verify?for=activate"><strong>啟用網路帳號及首次雲端帳號密碼設定</strong><br><small>啟用本院微軟相關服務，如：Office365, Outlook...</small></a>
<a class="card" href="/verify?for=reset"><strong>重置雲端服務密碼</strong><br><small>重設非Portal帳號的密碼：Email, 無線網路, VPN密碼</small></a><a class="card" href="/verify?for=vendor"><strong>總院廠商VPN展延申請</strong></a></nav>""")

    def proof(self, v: dict) -> Response:
        sent = ""
        if v.pop("sent", False):
            sent = '<dialog open class="card"><h2>動態碼簡訊發送成功</h2><p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p><form method="dialog"><button class="btn">確定</button></form></dialog>'
        return self.sheet(v, "重置雲端服務密碼" if v["goal"] == "reset" else "啟用網路帳號及首次雲端帳號密碼設定", f"""{sent}
<aside class="card"><h2>注意事項</h2><ul><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></aside>
<form method="post" action="/verify" id="proof">@@
{floating("staff", "staff", "網路帳號 / 主職員工編號", f'type="text" inputmode="numeric" autocomplete="username" maxlength="6" {FLAGS}', v["typed"].get("staff", ""))}
<button class="btn ghost" type="button" aria-haspopup="dialog" onclick="document.getElementById('ask').showModal()">📱 發送簡訊動態碼</button>
{floating("otp", "otp", "簡訊(或MOTP)動態碼", 'type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="8"')}
<button class="btn" type="submit">下一步</button> <a href="/">返回</a>
</form>
<dialog id="ask" aria-labelledby="ask-h"><h2 id="ask-h">身分確認</h2>
{floating("phone", "phone", "請輸入帳號登記的手機門號(10碼)", 'form="proof" type="tel" inputmode="numeric" autocomplete="tel-national" maxlength="10"')}
<button class="btn" type="submit" form="proof" formaction="/verify/send">確定發送</button> <button class="btn ghost" type="button" onclick="this.closest('dialog').close()">取消</button></dialog>""")

    def room(self, v: dict, path: str) -> Response:
        t, p = self.truth, self.truth.person
        bar = '<form method="post" action="/leave" style="display:inline">@@<button class="btn ghost" type="submit">登出</button></form>'
        pair = secret("cl1", "cloud", "雲端服務密碼", "new-password", "至少8個字元，需包含英文及數字") + secret("cl2", "cloud_again", "再次輸入雲端服務密碼", "new-password")
        if path == "/reset" and v.get("goal") == "reset":
            return self.sheet(v, "重置雲端服務密碼", f'<form method="post" action="/reset">@@{pair}<button class="btn">確定重置</button></form>', bar)
        if t.alias:
            return self.sheet(v, "我的雲端服務", f'<div class="card"><p>狀態：<strong>使用中（已啟用）</strong></p><p>信箱：<span>{t.alias}@ntuh.gov.tw</span></p><small>郵件別名設定後不能修改；服務於設定完成隔日生效。</small></div>', bar)
        facts = "".join(f"<dt>{a}</dt><dd>{b}</dd>" for a, b in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        return self.sheet(v, "設定密碼與郵件別名", f"""<p>雲端服務帳號說明：</p><ol><li>雲端服務帳號為跨體系使用。</li><li>服務於設定完成隔日生效。</li></ol><dl>{facts}</dl>
<form method="post" action="/setup">@@
{floating("al", "alias", "雲端服務帳號 (電子郵件名稱)", f'type="text" inputmode="email" autocomplete="off" maxlength="64" {FLAGS}', v["typed"].get("alias", ""), "@ntuh.gov.tw 名稱長度限64字元內")}
{pair}<button class="btn" type="submit" name="go" value="on">啟用雲端服務</button> <button class="btn ghost" type="submit" name="go" value="cancel" formnovalidate>取消啟用</button>
<small>服務於設定完成隔日生效</small></form>""", bar)

    # ------------------------------------------------------------ mail
    def mail(self, q: Request) -> Response:
        t, v = self.truth, self.visit(q, "mail_sid")
        signed = "mail:" + v["key"] in t.sessions
        if q.path == "/vc":
            v["shown"] = t.new_captcha("23456789abcdefghjkmnpqrstuvwxyz", 5)
            return Response(picture(v["shown"], "PNG"), kind="image/png", headers=[("Cache-Control", "no-store"), ("Set-Cookie", f"mail_sid={v['key']}; Path=/; HttpOnly; SameSite=Lax")])
        if q.method == "POST":
            self.takes(q, email="mail_account", password="mail_password", answer="captcha")
            want = t.captcha
            if q.path == "/login":
                t.captcha = ""
            if not self.genuine(q, v):
                return self.stale()
            if q.path == "/logout" and signed:
                t.sessions.discard("mail:" + v["key"])
                t.counts["sign_out_mail"] += 1
                return self.to(v, "/login", good="已登出信箱。")
            if q.path == "/login":
                if not want or v.get("shown") != want or q.get("answer").strip() != want:
                    return self.to(v, "/login", bad="驗證碼不對。")
                if not t.alias or q.get("email").strip().lower().removesuffix("@ntuh.gov.tw") != t.alias or q.get("password") != t.cloud_password:
                    return self.to(v, "/login", bad="帳號或密碼不對。")
                t.sessions.add("mail:" + v["key"])
                t.counts["mail_sign_in"] += 1
                return self.to(v, "/inbox")
        if q.path == "/inbox" and signed:
            return self.sheet(v, "收件匣", f'<p>{t.alias}@ntuh.gov.tw</p><ul><li><a href="/inbox">資訊室：歡迎使用新信箱</a></li></ul>', '<form method="post" action="/logout" style="display:inline">@@<button type="submit">登出</button></form>')
        if q.path != "/login":
            return self.to(v, "/inbox" if signed else "/login")
        return self.sheet(v, "電子信箱", f"""<form method="post" action="/login">@@
{floating("e", "email", "帳號:", f'type="text" inputmode="email" autocomplete="username" required {FLAGS}')}{secret("w", "password", "密碼:", "current-password")}
<img src="/vc?{secrets.token_hex(4)}" alt="" width="120" height="36">
{floating("a", "answer", "驗證碼(小寫字母或數字):", f'type="text" autocomplete="off" maxlength="5" required {FLAGS}')}
<label><input type="checkbox" name="remember" value="1" role="switch"> 記住登入資訊 (公用電腦請勿勾選)</label><p><button class="btn" type="submit">登入</button></p></form>
<section class="card"><h2>公佈欄</h2><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p><p>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}/">https://help.ntuh.gov.tw/</a></p></section>""")

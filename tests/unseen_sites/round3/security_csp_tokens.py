"""資安小組：CSP、一次性權杖、遮蔽欄位名稱、POST 登出、跨站自動遞交。"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

CSP = [
    ("Content-Security-Policy", "default-src 'self'; script-src 'self'; style-src 'self'; frame-ancestors 'none'; object-src 'none'"),
    ("X-Frame-Options", "DENY"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
]


class TheSite(Site):
    title = "資安小組 CSP 與權杖"

    def __init__(self) -> None:
        super().__init__()
        self.key = secrets.token_bytes(32)
        self.store: dict[str, dict] = {}
        self.assertions: dict[str, tuple[str, float]] = {}

    # -- sessions and tokens
    def open(self, request: Request, name: str) -> dict:
        sid = request.cookies.get(name, "")
        if sid not in self.store:
            sid = secrets.token_urlsafe(24)
            self.store[sid] = {"sid": sid, "tokens": [], "new": True, "cookie": name}
        return self.store[sid]

    def rotate(self, s: dict) -> None:
        """A new identifier at each change of rights."""
        self.store.pop(s["sid"], None)
        s["sid"] = secrets.token_urlsafe(24)
        s["new"] = True
        self.store[s["sid"]] = s

    def csrf(self, s: dict) -> str:
        token = secrets.token_urlsafe(32)
        s["tokens"] = s["tokens"][-11:] + [token]
        return f'<input type="hidden" name="_csrf" value="{token}">'

    def checked(self, request: Request, s: dict) -> bool:
        origin = request.headers.get("Origin")
        if origin and origin not in ("null", self.urls[request.host]):
            return False
        token = request.get("_csrf")
        if token in s["tokens"]:
            s["tokens"].remove(token)
            return True
        return False

    def mask(self, s: dict, field: str) -> str:
        return "x" + hmac.new(self.key, (s["sid"] + field).encode(), hashlib.sha256).hexdigest()[:14]

    def send(self, s: dict | None, title: str, main: str, status: int = 200) -> Response:
        extra = []
        if s and s.pop("new", False):
            extra.append(("Set-Cookie", f"{s['cookie']}={s['sid']}; Path=/; HttpOnly; SameSite=Lax"))
        return Response(f"""<!doctype html>
<html lang="zh-Hant-TW"><head><meta charset="utf-8"><title>{title}</title>
<link rel="stylesheet" href="/static/app.3f9c1b.css" integrity="sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC">
<script src="/static/app.91d2ce.js" defer></script></head>
<body data-idle="600"><header class="bar"><strong>{title}</strong></header><main>{main}</main>
<footer>本系統全程記錄連線資訊並受資通安全管理法規範</footer></body></html>""", status, headers=CSP + extra)

    def go(self, s: dict, to: str) -> Response:
        extra = []
        if s.pop("new", False):
            extra.append(("Set-Cookie", f"{s['cookie']}={s['sid']}; Path=/; HttpOnly; SameSite=Lax"))
        return redirect(to, *extra, status=303)

    def refuse(self, s: dict) -> Response:
        return self.send(s, "請求遭拒", '<div role="alert" class="notice notice-error">安全權杖無效或已逾期 (419)。請回到上一頁重新整理後再操作。</div><p><a href="/">回首頁</a></p>', 419)

    def note(self, s: dict) -> str:
        kind, words = s.pop("note", ("", ""))
        if not words:
            return ""
        return f'<div role="{"alert" if kind == "error" else "status"}" class="notice notice-{kind}">{words}</div>'

    # -- portal
    def portal(self, request: Request) -> Response:
        t, p = self.truth, request.path
        if p.startswith("/static/"):
            return Response("document.addEventListener('DOMContentLoaded',function(){var f=document.querySelector('form[data-auto]');if(f){f.submit();}});" if p.endswith(".js") else "", kind="text/javascript" if p.endswith(".js") else "text/css")
        s = self.open(request, "__portal_sid")
        if p == "/":
            return self.go(s, "/auth/login")
        if p.startswith("/auth/challenge/"):
            return Response(picture(t.new_captcha(), "PNG"), kind="image/png", headers=CSP)
        if p == "/auth/login":
            f = {n: self.mask(s, n) for n in ("site", "user", "secret", "challenge")}
            if request.method == "POST":
                self.takes(request, **{f["site"]: "campus", f["user"]: "employee_id", f["secret"]: "portal_password", f["challenge"]: "captcha"})
                want, t.captcha = t.captcha, ""
                if not self.checked(request, s) or request.get("website"):
                    return self.refuse(s)
                ok = bool(want) and hmac.compare_digest(request.get(f["challenge"]).upper().encode(), want.encode())
                if not ok:
                    s["note"] = ("error", "圖形驗證未通過，請依新圖片重新輸入。")
                elif request.get(f["site"]) != "ntuh-main" or request.get(f["user"]) != t.person.employee_id or request.get(f["secret"]) != t.portal_password:
                    s["note"] = ("error", "身分驗證失敗。為保障安全，系統不揭示錯誤原因；連續失敗將暫停登入。")
                else:
                    self.rotate(s)
                    s["user"] = t.person.employee_id
                    t.sessions.discard(f"portal:{s.get('ref')}")
                    s["ref"] = secrets.token_hex(6)
                    t.sessions.add(f"portal:{s['ref']}")
                    t.counts["sign_in"] += 1
                    return self.go(s, "/auth/last-activity")
                t.counts["sign_in_refused"] += 1
                return self.go(s, "/auth/login")
            return self.send(s, "醫療資訊系統", f"""{self.note(s)}<form method="post" action="/auth/login" autocomplete="off" novalidate>{self.csrf(s)}
<p class="hp" aria-hidden="true"><label for="website">請勿填寫</label><input type="text" id="website" name="website" tabindex="-1" value=""></p>
<div class="f"><label for="site">院區</label><select id="site" name="{f['site']}"><option value="ntuh-main" selected>總院區</option><option value="ntuh-hc">新竹臺大分院</option><option value="ntuh-yl">雲林分院</option></select></div>
<div class="f"><label for="user">帳號</label><input id="user" name="{f['user']}" inputmode="numeric" maxlength="6" spellcheck="false"></div>
<div class="f"><label for="secret">密碼</label><input id="secret" name="{f['secret']}" type="password" autocomplete="current-password"></div>
<div class="f"><label for="challenge">驗證碼 <small>(不用區分大小寫)</small></label><img src="/auth/challenge/{secrets.token_hex(6)}.png" alt="驗證碼圖片"><input id="challenge" name="{f['challenge']}" autocomplete="off"></div>
<button type="submit" class="primary">安全登入</button></form>""")
        if not s.get("user"):
            return self.go(s, "/auth/login")
        bye = f'<form method="post" action="/auth/logout" class="inline">{self.csrf(s)}<button type="submit">登出系統</button></form>'
        if p == "/auth/last-activity":
            return self.send(s, "登入紀錄", f"""<h2>最近登入紀錄</h2><p>上次登入：2026/02/11 08:02:17，來源 10.21.4.88</p><p>若非本人操作，請立即通報資安窗口 261120。</p>
<form method="post" action="/auth/acknowledge">{self.csrf(s)}<button type="submit" class="primary">確認無誤，繼續</button></form>""")
        if p == "/auth/acknowledge" and request.method == "POST":
            self.takes(request)
            return self.go(s, "/home") if self.checked(request, s) else self.refuse(s)
        if p == "/home":
            return self.send(s, "功能選單", f"""<div class="who">{t.person.name} 您好! {bye}</div>{self.note(s)}
<section><h2>個人管理</h2><ul class="menu"><li><a href="/me/password">更改密碼</a></li><li><a href="/me/sign-remind">個人簽章提醒設定</a></li><li><a href="/federate/hr-directory">查詢員工連絡資料</a></li><li><a href="/federate/hr-contact">維護個人連絡資料</a></li><li><a href="/me/device">使用網路之設備登錄系統</a></li><li><a href="/me/cert">行動憑證申請</a></li></ul></section>
<section><h2>資訊安全</h2><ul class="menu"><li><a href="/sec/phishing">社交工程演練</a></li></ul></section>""")
        if p == "/me/password":
            if request.method == "POST":
                self.takes(request, username="employee_id", current_password="old_password", password="new_password", password_confirmation="new_password_again")
                if not self.checked(request, s):
                    return self.refuse(s)
                new = request.get("password")
                bad = []
                if request.get("current_password") != t.portal_password:
                    bad.append("舊密碼驗證失敗。")
                if len(new) < 8:
                    bad.append("新密碼長度不可少於 8 個字元。")
                if not re.search("[A-Za-z]", new) or not re.search(r"\d", new):
                    bad.append("新密碼須同時包含英文及數字。")
                if new != request.get("password_confirmation"):
                    bad.append("兩次輸入之新密碼不相符。")
                if new == t.portal_password:
                    bad.append("新密碼不得與前次相同。")
                if bad:
                    t.counts["password_refused"] += 1
                    s["note"] = ("error", "<br>".join(bad))
                    return self.go(s, "/me/password")
                t.portal_password = new
                t.counts["password_changed"] += 1
                self.rotate(s)
                s["tokens"] = []
                s["note"] = ("success", "密碼已完成更新，其他裝置之工作階段均已撤銷。")
                return self.go(s, "/me/password")
            return self.send(s, "更改密碼", f"""{self.note(s)}<form method="post" action="/me/password">{self.csrf(s)}<input type="text" name="username" value="{t.person.employee_id}" autocomplete="username" hidden readonly>
<div class="f"><label for="cp">請輸入舊密碼：</label><input id="cp" type="password" name="current_password" autocomplete="current-password"></div>
<div class="f"><label for="np">請輸入新密碼：</label><input id="np" type="password" name="password" autocomplete="new-password" minlength="8" aria-describedby="rule"></div>
<div class="f"><label for="npc">請再輸入新密碼：</label><input id="npc" type="password" name="password_confirmation" autocomplete="new-password"></div>
<meter min="0" max="4" value="0" aria-label="密碼強度檢核"></meter><p id="rule">1.密碼長度不可少於8個字元　2.密碼內容需包含英文及數字</p><button type="submit" class="primary">更新密碼</button></form><nav><a href="/home">回功能選單</a> {bye}</nav>""")
        if p.startswith("/federate/"):
            what = secrets.token_urlsafe(40)
            self.assertions[what] = (s["ref"], time.time())
            return self.send(s, "單一簽入", f"""<p>正在將您轉送至人事系統…</p><form method="post" action="{self.urls['inner']}/saml/acs" data-auto="1"><input type="hidden" name="SAMLResponse" value="{what}"><input type="hidden" name="RelayState" value="{escape(p.rsplit('/', 1)[1])}"><button type="submit">若未自動轉送請按此繼續</button></form>""")
        if p == "/auth/logout" and request.method == "POST":
            self.takes(request)
            if not self.checked(request, s):
                return self.refuse(s)
            t.sessions.discard(f"portal:{s['ref']}")
            t.counts["sign_out_portal"] += 1
            self.store.pop(s["sid"], None)
            return self.send(None, "已登出", '<div role="status" class="notice">您已安全登出，請關閉瀏覽器視窗。</div><a href="/auth/login">重新登入</a>')
        return self.send(s, "無法使用", '<p>此功能未授權。</p><a href="/home">回功能選單</a>', 403)

    # -- inner
    def inner(self, request: Request) -> Response:
        t, p = self.truth, request.path
        s = self.open(request, "hr_sid")
        if p.startswith("/static/"):
            return Response("", kind="text/css")
        if p == "/saml/acs" and request.method == "POST":
            self.takes(request)
            ref, when = self.assertions.pop(request.get("SAMLResponse"), ("", 0.0))
            if not ref or time.time() - when > 60:
                return self.send(s, "單一簽入", "<p>單一簽入憑據無效或逾期，請由入口網重新進入。</p>", 403)
            self.rotate(s)
            s["ref"] = ref
            return self.go(s, "/contact" if request.get("RelayState") == "hr-contact" else "/directory")
        if not s.get("ref") or f"portal:{s['ref']}" not in t.sessions:
            return redirect(self.urls["portal"] + "/auth/login")
        if p == "/directory":
            return self.send(s, "查詢員工連絡資料", '<form action="/directory"><label>姓名 <input name="q"></label><button>查詢</button></form>')
        if p != "/contact":
            return self.send(s, "查無此頁", "", 404)
        names = ("english_surname", "english_given", "english_middle", "office_phone", "home_phone", "mobile_phone")
        if request.method == "POST":
            self.takes(request, **{"contact[mobile_phone]": "mobile_phone"})
            if not self.checked(request, s):
                return self.refuse(s)
            got = {n: request.get(f"contact[{n}]").strip() for n in names}
            if request.get("contact[version]") != s.get("version"):
                s["note"] = ("error", "資料版本不符，可能已於其他視窗異動。")
            elif not re.fullmatch(r"09\d{8}", got["mobile_phone"]):
                s["note"] = ("error", "行動電話須為 09 開頭之 10 碼數字。")
            elif any(re.search("[<>\"';]", v) for v in got.values()):
                s["note"] = ("error", "欄位含有不允許之字元。")
            else:
                t.saved_contact = got
                t.counts["contact_saved"] += 1
                s["note"] = ("success", "連絡資料已更新，異動已留存稽核紀錄。")
            return self.go(s, "/contact")
        s["version"] = secrets.token_hex(4)
        v = {n: escape(t.saved_contact.get(n, getattr(t.person, n))) for n in names}

        def f(n: str, label: str, hint: str) -> str:
            return f'<div class="f"><label for="c-{n}">{label}：</label><input id="c-{n}" name="contact[{n}]" value="{v[n]}" maxlength="40"><small>{hint}</small></div>'

        return self.send(s, "台大醫院---維護個人連絡資料", f"""{self.note(s)}<form method="post" action="/contact">{self.csrf(s)}<input type="hidden" name="contact[version]" value="{s['version']}">
<p>員工編號：<output>{t.person.employee_id}</output> 姓名：<output>{t.person.name}</output></p>
{f("english_surname", "英文姓", "ex:Chen(陳)")}{f("english_given", "英文首名", "ex: Yi-Fen(怡芬)")}{f("english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填")}
{f("office_phone", "辦公室電話", "ex:61234或23123456")}{f("home_phone", "住宅電話", "ex:0223123456")}{f("mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")}
<button type="submit" class="primary">異動儲存</button></form><a href="{self.urls['portal']}/home">回功能選單</a>""")

    # -- account
    def account(self, request: Request) -> Response:
        t, who, p = self.truth, self.truth.person, request.path
        if p.startswith("/static/"):
            return Response("", kind="text/css")
        s = self.open(request, "__acct_sid")
        if p == "/":
            return self.send(s, "網路帳號自助服務", f"""{self.note(s)}<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><h2>《規範》</h2><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>如有借用帳號行為，該網路帳號擁有者需負相關法律之責任。</li><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li></ul>
<h2>《常見問題與服務》</h2><h3>忘記密碼</h3><p>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p>
<div class="actions"><form method="post" action="/flow/start">{self.csrf(s)}<input type="hidden" name="purpose" value="activate"><button type="submit">啟用網路帳號及首次雲端帳號密碼設定</button></form>
<form method="post" action="/flow/start">{self.csrf(s)}<input type="hidden" name="purpose" value="reset"><button type="submit">重置雲端服務密碼</button></form></div>""")
        if p == "/flow/start" and request.method == "POST":
            self.takes(request)
            if not self.checked(request, s):
                return self.refuse(s)
            s["flow"] = {"id": secrets.token_urlsafe(12), "purpose": "reset" if request.get("purpose") == "reset" else "activate", "emp": "", "ask": False, "otp": "", "at": 0.0, "left": 5}
            return self.go(s, f"/flow/{s['flow']['id']}/verify")
        flow = s.get("flow")
        if not flow or not p.startswith(f"/flow/{flow['id']}/"):
            s["note"] = ("error", "流程已結束或逾時，請重新開始。")
            return self.go(s, "/")
        base, step = f"/flow/{flow['id']}", p.rsplit("/", 1)[1]
        if step == "verify" and request.method == "GET":
            head = "重置雲端服務密碼" if flow["purpose"] == "reset" else "啟用網路帳號及首次雲端帳號密碼設定"
            dialog = ""
            if flow["ask"]:
                dialog = f"""<dialog open aria-labelledby="dlg"><form method="post" action="{base}/send">{self.csrf(s)}<h2 id="dlg">發送簡訊</h2><label for="msisdn">請輸入帳號登記的手機門號(10碼)</label><input id="msisdn" name="msisdn" type="tel" inputmode="numeric" maxlength="10" autocomplete="off">
<button type="submit" class="primary">確定發送</button></form><form method="post" action="{base}/cancel-send">{self.csrf(s)}<button type="submit">取消</button></form></dialog>"""
            return self.send(s, head, f"""{self.note(s)}{dialog}<form method="post" action="{base}/verify">{self.csrf(s)}
<div class="f"><label for="acct">網路帳號 / 主職員工編號</label><input id="acct" name="account" inputmode="numeric" maxlength="6" value="{escape(flow['emp'])}"><button type="submit" formaction="{base}/ask" formnovalidate>發送簡訊動態碼</button></div>
<div class="f"><label for="otp">簡訊(或MOTP)動態碼</label><input id="otp" name="otp" inputmode="numeric" autocomplete="one-time-code" maxlength="8"></div>
<button type="submit" class="primary">下一步</button></form><aside><h2>注意事項</h2><p>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。請輸入帳號與簡訊動態碼後按「下一步」。</p></aside>""")
        if step in ("ask", "send", "cancel-send", "verify") and request.method == "POST":
            self.takes(request, account="employee_id", otp="code", msisdn="registered_phone")
            if not self.checked(request, s):
                return self.refuse(s)
            if step == "ask":
                flow["emp"] = request.get("account").strip()
                if flow["emp"] == who.employee_id:
                    flow["ask"] = True
                else:
                    s["note"] = ("error", "無法以此帳號進行驗證。")
            elif step == "cancel-send":
                flow["ask"] = False
            elif step == "send":
                if not flow["ask"]:
                    return self.refuse(s)
                if request.get("msisdn") == t.saved_contact.get("mobile_phone", who.mobile_phone):
                    flow.update(otp=t.new_message(), at=time.time(), ask=False, left=5)
                    s["note"] = ("success", "動態碼已寄送至您登記的門號，2 分鐘內有效。")
                else:
                    s["note"] = ("error", "門號核對失敗，未發送簡訊。")
            else:
                if request.get("account").strip() != who.employee_id:
                    s["note"] = ("error", "無法以此帳號進行驗證。")
                elif not flow["otp"] or not hmac.compare_digest(request.get("otp").strip().encode(), flow["otp"].encode()):
                    t.counts["code_refused"] += 1
                    flow["left"] -= 1
                    if flow["left"] <= 0:
                        flow["otp"] = ""
                    s["note"] = ("error", "動態碼驗證失敗。")
                elif time.time() - flow["at"] > 120:
                    t.counts["code_refused"] += 1
                    flow["otp"] = ""
                    s["note"] = ("error", "動態碼已逾有效時間，請重新取得。")
                else:
                    flow["otp"] = ""
                    self.rotate(s)
                    t.sessions.discard(f"account:{s.get('proof')}")
                    s["proof"] = secrets.token_hex(6)
                    t.sessions.add(f"account:{s['proof']}")
                    t.counts["code_accepted"] += 1
                    return self.go(s, f"{base}/{'credential' if flow['purpose'] == 'reset' else 'provision'}")
            return self.go(s, f"{base}/verify")
        if not s.get("proof"):
            return self.go(s, f"{base}/verify")
        end = f'<form method="post" action="{base}/end" class="inline">{self.csrf(s)}<button type="submit">結束工作階段</button></form>'
        if step == "end" and request.method == "POST":
            self.takes(request)
            if not self.checked(request, s):
                return self.refuse(s)
            t.sessions.discard(f"account:{s.pop('proof')}")
            t.counts["sign_out_account"] += 1
            s.pop("flow")
            s["note"] = ("success", "工作階段已結束。")
            return self.go(s, "/")
        if step == "provision":
            if request.method == "POST":
                self.takes(request, mail_local_part="alias", new_password="cloud_password", new_password_confirm="cloud_password_again")
                if not self.checked(request, s):
                    return self.refuse(s)
                name, pw = request.get("mail_local_part").strip(), request.get("new_password")
                if t.alias:
                    s["note"] = ("error", "本帳號之雲端服務已佈建，不得重複執行。")
                elif not re.fullmatch(r"[a-zA-Z][a-zA-Z0-9]*([._-][a-zA-Z0-9]+)*", name) or len(name) > 64:
                    s["note"] = ("error", "電子郵件名稱不符命名原則（英文開頭，得含數字與 . _ -）。")
                elif name.lower() in {"taken.name", "root", "security"}:
                    s["note"] = ("error", "此電子郵件名稱無法使用，請另擇名稱。")
                elif pw != request.get("new_password_confirm"):
                    s["note"] = ("error", "兩次輸入之密碼不相符。")
                elif len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search(r"\d", pw) or pw == t.portal_password:
                    s["note"] = ("error", "密碼強度不足，或與 Portal 密碼相同。")
                else:
                    t.alias, t.cloud_password = name, pw
                    t.counts["activated"] += 1
                    s["note"] = ("success", "帳號佈建作業已受理完成，隔日生效。")
                return self.go(s, f"{base}/provision")
            facts = "".join(f"<dt>{a}</dt><dd>{b}</dd>" for a, b in (("網路帳號 / 主職員工編號", who.employee_id), ("帳號姓名", who.name[0] + "Ｏ" + who.name[-1]), ("主職單位", who.unit), ("有效期限", who.valid_until)))
            if t.alias:
                rest = f"<dl><dt>雲端服務帳號 (電子郵件名稱)</dt><dd><code>{escape(t.alias)}@ntuh.gov.tw</code></dd><dt>帳號狀態</dt><dd>使用中（已佈建）</dd></dl>{end}"
            else:
                rest = f"""<form method="post" action="{base}/provision">{self.csrf(s)}<div class="f"><label for="lp">雲端服務帳號 (電子郵件名稱)</label><input id="lp" name="mail_local_part" maxlength="64" spellcheck="false"><span>@ntuh.gov.tw</span><small>名稱長度限64字元內</small></div>
<div class="f"><label for="n1">雲端服務密碼</label><input id="n1" type="password" name="new_password" autocomplete="new-password"></div><div class="f"><label for="n2">確認雲端服務密碼</label><input id="n2" type="password" name="new_password_confirm" autocomplete="new-password"></div><p>8 個字元以上，含英文及數字，不得與 Portal 密碼相同。</p>
<button type="submit" class="primary">啟用雲端服務</button></form><form method="post" action="{base}/end">{self.csrf(s)}<button type="submit">取消啟用</button></form>"""
            return self.send(s, "設定密碼與郵件別名", f"{self.note(s)}<p>雲端服務帳號說明：1. 雲端服務帳號為跨體系使用。2. 服務於設定完成隔日生效。</p><dl>{facts}</dl>{rest}")
        if step == "credential":
            if request.method == "POST":
                self.takes(request, new_password="cloud_password", new_password_confirm="cloud_password_again")
                if not self.checked(request, s):
                    return self.refuse(s)
                pw = request.get("new_password")
                if not t.alias or pw != request.get("new_password_confirm") or len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search(r"\d", pw):
                    s["note"] = ("error", "帳號未啟用，或密碼不符規定。")
                else:
                    t.cloud_password = pw
                    s["note"] = ("success", "雲端服務密碼已重設。")
                return self.go(s, f"{base}/credential")
            return self.send(s, "重置雲端服務密碼", f"""{self.note(s)}<form method="post" action="{base}/credential">{self.csrf(s)}<label>新雲端服務密碼 <input type="password" name="new_password"></label><label>確認新雲端服務密碼 <input type="password" name="new_password_confirm"></label><button type="submit">重設</button></form>{end}""")
        return self.go(s, "/")

    # -- mail
    def mail(self, request: Request) -> Response:
        t, p = self.truth, request.path
        if p.startswith("/static/"):
            return Response("", kind="text/css")
        s = self.open(request, "__mail_sid")
        if p == "/challenge.png":
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5), "PNG"), kind="image/png", headers=CSP)
        if request.method == "POST" and p == "/login":
            self.takes(request, account="mail_account", password="mail_password", challenge="captcha")
            want, t.captcha = t.captcha, ""
            if not self.checked(request, s):
                return self.refuse(s)
            if not want or request.get("challenge") != want or not t.alias or request.get("account").lower().split("@")[0] != t.alias.lower() or request.get("password") != t.cloud_password:
                s["note"] = ("error", "登入失敗，請確認帳號、密碼及驗證碼。")
                return self.go(s, "/")
            self.rotate(s)
            s["box"] = secrets.token_hex(6)
            t.sessions.add(f"mail:{s['box']}")
            t.counts["mail_sign_in"] += 1
            return self.go(s, "/inbox")
        if request.method == "POST" and p == "/logout" and s.get("box"):
            self.takes(request)
            if not self.checked(request, s):
                return self.refuse(s)
            t.sessions.discard(f"mail:{s.pop('box')}")
            t.counts["sign_out_mail"] += 1
            return self.go(s, "/")
        if p == "/inbox" and s.get("box"):
            return self.send(s, "收件匣", f'<p>{escape(t.alias)}@ntuh.gov.tw</p><form method="post" action="/logout">{self.csrf(s)}<button>登出</button></form><ul><li>資安月報</li></ul>')
        return self.send(s, "電子信", f"""{self.note(s)}<form method="post" action="/login">{self.csrf(s)}<div class="f"><label for="a">帳號:</label><input id="a" name="account"></div><div class="f"><label for="p">密碼:</label><input id="p" type="password" name="password"></div>
<div class="f"><label for="c">驗證碼(小寫字母或數字):</label><input id="c" name="challenge" autocomplete="off"><img src="/challenge.png?{secrets.token_hex(4)}" alt=""></div><label><input type="checkbox" name="remember" value="1"> 記住登入資訊 (公用電腦請勿勾選)</label><button type="submit">登入</button></form>""")

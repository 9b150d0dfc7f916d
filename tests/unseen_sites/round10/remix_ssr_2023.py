from __future__ import annotations

import re
import secrets
import time
from html import escape
from urllib.parse import quote

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

INPUT = "block w-full rounded-md border-0 py-1.5 text-slate-900 shadow-sm ring-1 ring-inset ring-slate-300 focus:ring-2 sm:text-sm"
PRIMARY = "inline-flex w-full justify-center rounded-md bg-teal-700 px-3 py-2 text-sm font-semibold text-white hover:bg-teal-600"
GHOST = "inline-flex items-center rounded-md bg-white px-3 py-2 text-sm font-medium text-slate-700 ring-1 ring-slate-300"
CHECK = ('<svg aria-hidden="true" viewBox="0 0 20 20" class="h-5 w-5 fill-current"><path d="M16.7 4.2 8 15.5l-4.7-4.6"></path></svg>')


class TheSite(Site):
    title = "remix_ssr_2023"

    def __init__(self) -> None:
        super().__init__()
        self.sess: dict[str, dict] = {}      # createCookieSessionStorage would sign it; here the id is enough
        self.tickets: dict[str, str] = {}
        self.pics: dict[str, str] = {}

    # ------------------------------------------------------------------ session & document
    def session(self, req: Request, cookie: str) -> tuple[str, dict, list]:
        sid = req.cookies.get(cookie, "")
        if sid in self.sess:
            return sid, self.sess[sid], []
        sid = secrets.token_urlsafe(18)
        self.sess[sid] = {"csrf": secrets.token_urlsafe(24)}
        return sid, self.sess[sid], [("Set-Cookie", f"{cookie}={sid}; Path=/; HttpOnly; SameSite=Lax")]

    def document(self, title: str, outlet: str, route: str, state: dict, headers: list, status: int = 200) -> Response:
        toast = state.pop("toast", None)
        bar = ""
        if toast:
            tone = "bg-emerald-50 text-emerald-800" if toast[0] == "ok" else "bg-rose-50 text-rose-800"
            bar = (f'<div role="{"status" if toast[0] == "ok" else "alert"}" data-toast="{toast[0]}" class="fixed right-4 top-4 rounded-md p-4 text-sm {tone}">'
                   f'<p class="font-medium">{escape(toast[1])}</p><p class="mt-1">{escape(toast[2])}</p></div>')
        html = f'''<!DOCTYPE html><html lang="zh-Hant-TW" class="h-full bg-slate-50"><head><meta charSet="utf-8"/><meta name="viewport" content="width=device-width,initial-scale=1"/><title>{title}</title><link rel="stylesheet" href="/build/_assets/tailwind-5PJQ3XWL.css"/><link rel="modulepreload" href="/build/entry.client-7VW2GQ5K.js"/><link rel="modulepreload" href="/build/routes/{route}-J4XH2K7N.js"/></head><body class="h-full">{bar}{outlet}<script>((u,d)=>{{if(!window.history.state||!window.history.state.key){{let k=Math.random().toString(32).slice(2);window.history.replaceState({{key:k}},"")}}}})("remix-positions",{{}})</script><script>window.__remixContext = {{"future":{{"v2_routeConvention":true,"v2_errorBoundary":true}},"state":{{"loaderData":{{"routes/{route}":{{"ENV":"production"}}}},"actionData":null,"errors":null}}}};</script></body></html>'''
        return Response(html, status, headers=headers + [("Cache-Control", "no-store"), ("X-Remix-Response", "yes")])

    def safe(self, state: dict) -> str:
        """AuthenticityTokenInput and HoneypotInputs of remix-utils."""
        state["pot"] = secrets.token_hex(12)
        return (f'<input type="hidden" name="csrf" value="{state["csrf"]}"/>'
                f'<div id="name__confirm_wrap" style="display:none"><label for="name__confirm">Please leave this field blank</label><input type="text" id="name__confirm" name="name__confirm" value="" tabindex="-1" autoComplete="off"/>'
                f'<input type="text" name="from__confirm" value="{state["pot"]}" readOnly="" tabindex="-1"/></div>')

    def genuine(self, req: Request, state: dict) -> bool:
        pot = state.pop("pot", None)
        return req.get("csrf") == state["csrf"] and pot is not None and req.get("from__confirm") == pot and req.get("name__confirm") == ""

    def row(self, name: str, label: str, uid: str, error: str = "", kind: str = "text", value: str = "", more: str = "", hint: str = "") -> str:
        bad = f' aria-invalid="true" aria-describedby="{name}-error"' if error else ""
        note = f'<p class="pt-1 text-sm text-rose-700" id="{name}-error">{escape(error)}</p>' if error else ""
        tip = f'<p class="pt-1 text-xs text-slate-500">{hint}</p>' if hint else ""
        return (f'<div><label for="{uid}" class="block text-sm font-medium text-slate-900">{label}</label><div class="mt-2">'
                f'<input id="{uid}" name="{name}" type="{kind}" value="{escape(value)}" class="{INPUT}"{bad} {more}/>{tip}{note}</div></div>')

    def stale(self, state: dict, headers: list) -> Response:
        return self.document("403", '<main class="p-8"><h1 class="text-xl">403 表單已失效</h1><p>頁面已過期，請重新整理後再送出一次。</p><a class="underline" href="/">回首頁</a></main>', "$", state, headers, 403)

    def shot(self, state: dict, letters: str | None = None) -> str:
        key = secrets.token_hex(6)
        self.pics[key] = self.truth.new_captcha(letters) if letters else self.truth.new_captcha()
        state["pic"] = key
        return key

    def seen(self, state: dict, key: str, answer: str, fold: bool) -> bool:
        text = self.pics.pop(key, None)
        current = state.pop("pic", None)
        if text is None or key != current or text != self.truth.captcha:
            return False
        self.truth.captcha = ""
        return (answer.strip().upper() == text.upper()) if fold else answer.strip() == text

    def image(self, req: Request) -> Response:
        key = req.path.rsplit("/", 1)[-1].removesuffix(".png")
        if key not in self.pics:
            return Response("Not Found", 404, "text/plain")
        return Response(picture(self.pics[key], "PNG", (132, 40)), kind="image/png", headers=[("Cache-Control", "no-store")])

    # ------------------------------------------------------------------ portal
    def portal(self, req: Request) -> Response:
        t = self.truth
        sid, s, h = self.session(req, "__portal")
        inside = s.get("user") and f"portal:{sid}" in t.sessions
        if req.path.startswith("/resources/captcha/"):
            return self.image(req)
        if req.path == "/":
            return redirect("/home" if inside else "/login", *h)
        if req.path == "/login":
            errors: dict[str, str] = {}
            if req.method == "POST":
                self.takes(req, site="campus", uid="employee_id", secret="portal_password", answer="captcha")
                if not self.genuine(req, s):
                    return self.stale(s, h)
                if not self.seen(s, req.get("captchaKey"), req.get("answer"), True):
                    errors["answer"] = "圖片文字不符，已為您更換一張新圖片"
                elif req.get("site") not in ("T0", "T2", "T3", "T4", "T5", "Y0"):
                    errors["form"] = "請選擇院區"
                elif req.get("uid").strip() != t.person.employee_id or req.get("secret") != t.portal_password:
                    errors["form"] = "我們找不到符合的使用者，請確認您的登入資訊"
                else:
                    s["user"] = req.get("uid").strip()
                    t.sessions.add(f"portal:{sid}")
                    t.counts["sign_in"] += 1
                    return redirect("/home", *h)
                t.counts["sign_in_refused"] += 1
            key = self.shot(s)
            places = "".join(
                f'<label class="flex items-center gap-2 rounded-md p-2 ring-1 ring-slate-200"><input type="radio" name="site" value="{v}"{" checked=" + chr(34) * 2 if v == "T0" else ""}/><span>{n}</span></label>'
                for v, n in (("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("T4", "新竹分院"), ("T5", "竹東分院"), ("Y0", "雲林分院")))
            form_error = f'<div role="alert" class="rounded-md bg-rose-50 p-3 text-sm text-rose-800">{errors["form"]}</div>' if "form" in errors else ""
            out = f'''<div class="flex min-h-full flex-col justify-center px-6 py-12"><header class="text-center"><h1 class="text-2xl font-bold">醫療資訊系統<!-- --> <small class="block text-sm">Hospital PORTAL</small></h1><nav class="mt-2 flex justify-center gap-3 text-sm"><a href="#">數位學習</a><a href="#">差勤系統</a><a href="#">網路掛號</a></nav></header>
<form method="get" action="/search" class="mx-auto mt-4" role="search"><input type="search" name="q" placeholder="搜尋表單" aria-label="搜尋表單" class="{INPUT}"/></form>
<form method="post" action="/login" class="mx-auto mt-6 w-full max-w-sm space-y-6">{self.safe(s)}{form_error}<fieldset><legend class="text-sm font-medium">院區</legend><div class="grid grid-cols-3 gap-2">{places}</div></fieldset>
{self.row("uid", "帳號<!-- --> <span class=text-slate-400>Account</span>", ":R1ahl:", value=req.get("uid") if errors else "", more='autoComplete="username" inputMode="numeric" maxLength="6" required=""')}
{self.row("secret", "密碼<!-- --> <span class=text-slate-400>Password</span>", ":R2ahl:", kind="password", more='autoComplete="current-password" required=""')}
<input type="hidden" name="captchaKey" value="{key}"/><img src="/resources/captcha/{key}.png" width="132" height="40" alt="captcha"/>{self.row("answer", "驗證碼", ":R3ahl:", errors.get("answer", ""), more='autoComplete="off" maxLength="6" required=""', hint="不用區分大小寫")}
<button type="submit" class="{PRIMARY}">Sign in 進入系統</button><a href="/login" class="block text-center text-sm underline">看不清楚，換一張</a></form></div>'''
            return self.document("登入 | PORTAL", out, "login", s, h, 400 if errors else 200)
        if not inside:
            return redirect("/login", *h)
        if req.path == "/logout" and req.method == "POST":
            self.takes(req)
            t.sessions.discard(f"portal:{sid}")
            t.counts["sign_out_portal"] += 1
            del self.sess[sid]
            return redirect("/login", ("Set-Cookie", "__portal=; Path=/; Max-Age=0"))
        if req.path == "/home":
            links = "".join(f'<li><a href="{u}" class="block px-3 py-2 hover:bg-slate-100">{n}</a></li>' for n, u in (
                ("更改密碼", "/go/password"), ("個人簽章提醒設定", "#sign"), ("員工待遇福利查詢", "#pay"), ("查詢員工連絡資料", "#find"),
                ("維護個人連絡資料", "/go/contact"), ("個人就醫紀錄查詢", "#visit"), ("行動憑證申請", "#cert")))
            out = f'''<div class="flex"><aside class="w-64 border-r"><details open=""><summary class="p-3 font-semibold">個人管理</summary><ul role="list">{links}</ul></details><details><summary class="p-3">行政系統</summary></details></aside><main class="flex-1 p-6"><div class="flex justify-between"><p>{t.person.name}<!-- --> 您好!</p><form method="post" action="/logout"><button type="submit" class="{GHOST}">登出系統</button></form></div><section class="mt-4"><h2 class="font-semibold">全院公告 <span class="rounded-full bg-rose-600 px-2 text-white">2</span></h2><article>2023/04/11　資安月請同仁定期更新密碼。</article><article>2023/03/02　薪資所得免稅額申報表開放填報。</article></section></main></div>'''
            return self.document("首頁 | PORTAL", out, "home", s, h)
        if req.path in ("/go/password", "/go/contact"):
            ticket = secrets.token_urlsafe(20)
            self.tickets[ticket] = sid
            return redirect(f'{self.urls["inner"]}/sso?ticket={ticket}&to={quote("/me" + req.path[3:], safe="")}', *h, status=303)
        return self.document("404", "<main>404 Not Found</main>", "$", s, h, 404)

    # ------------------------------------------------------------------ inner (self service)
    def inner(self, req: Request) -> Response:
        t = self.truth
        sid, s, h = self.session(req, "__me")
        if req.path == "/sso":
            owner = self.tickets.pop(req.query.get("ticket", ""), "")
            if f"portal:{owner}" not in t.sessions:
                return Response("<h1>401</h1><p>單一登入憑證無效，請由 PORTAL 重新進入。</p>", 401, headers=h)
            s["owner"] = owner
            to = req.query.get("to", "")
            return redirect(to if to in ("/me/password", "/me/contact") else "/me/contact", *h)
        if f'portal:{s.get("owner", "")}' not in t.sessions:
            return redirect(self.urls["portal"] + "/login", *h)
        back = f'<nav aria-label="Breadcrumb" class="flex gap-2 text-sm"><a href="{self.urls["portal"]}/home">回功能選單</a><span>/</span><span>個人管理</span></nav>'
        if req.path == "/me/password":
            errors: dict[str, str] = {}
            if req.method == "POST":
                self.takes(req, current="old_password", next="new_password", nextConfirm="new_password_again")
                if not self.genuine(req, s):
                    return self.stale(s, h)
                new = req.get("next")
                if req.get("current") != t.portal_password:
                    errors["current"] = "與目前使用的密碼不一致"
                elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                    errors["next"] = "未達密碼設定條件（8 個字元以上，含英文及數字）"
                elif new == t.portal_password:
                    errors["next"] = "請勿沿用原本的密碼"
                elif new != req.get("nextConfirm"):
                    errors["nextConfirm"] = "兩次輸入的內容不同"
                if errors:
                    t.counts["password_refused"] += 1
                else:
                    t.portal_password = new
                    t.counts["password_changed"] += 1
                    s["toast"] = ("ok", "新密碼已經生效", "下次登入 PORTAL 請使用新的密碼。")
                    return redirect("/me/password", *h)
            out = f'''<main class="mx-auto max-w-lg p-6">{back}<h1 class="mt-4 text-xl font-semibold">更改密碼</h1><form method="post" action="/me/password" class="mt-6 space-y-6">{self.safe(s)}
{self.row("current", "請輸入舊密碼：", ":Rq5:", errors.get("current", ""), "password", more='autoComplete="current-password"')}{self.row("next", "請輸入新密碼：", ":Rq6:", errors.get("next", ""), "password", more='autoComplete="new-password"')}{self.row("nextConfirm", "請再輸入新密碼：", ":Rq7:", errors.get("nextConfirm", ""), "password", more='autoComplete="new-password"')}
<div><p class="text-sm">密碼強度檢核：<meter min="0" max="4" value="0"></meter></p><p class="mt-2 text-sm">密碼設定條件：</p><ol class="text-sm"><li>1.密碼長度不可少於8個字元</li><li>2.密碼內容需包含英文及數字</li></ol></div><button type="submit" class="{PRIMARY}">{CHECK}更改密碼</button></form></main>'''
            return self.document("更改密碼", out, "me.password", s, h, 400 if errors else 200)
        if req.path == "/me/contact":
            names = {"enSurname": "english_surname", "enGiven": "english_given", "enMiddle": "english_middle", "officeTel": "office_phone", "homeTel": "home_phone", "mobile": "mobile_phone"}
            errors = {}
            values = {k: t.saved_contact.get(m, getattr(t.person, m)) for k, m in names.items()}
            if req.method == "POST":
                self.takes(req, mobile="mobile_phone")
                if not self.genuine(req, s) or not all(req.has(k) for k in names):
                    return self.stale(s, h)
                values = {k: req.get(k).strip() for k in names}
                if not re.fullmatch(r"09\d{8}", values["mobile"]):
                    errors["mobile"] = "手機格式應為 09 開頭共 10 碼"
                elif not values["enSurname"] or not values["enGiven"]:
                    errors["enSurname"] = "英文姓名不可空白"
                else:
                    t.saved_contact.update({m: values[k] for k, m in names.items()})
                    t.counts["contact_saved"] += 1
                    s["toast"] = ("ok", "變更內容已寫入人事資料", "謝謝您的維護。")
                    return redirect("/me/contact", *h)
            words = {"enSurname": ("英文姓：", "ex:Chen(陳)"), "enGiven": ("英文首名：", "ex: Yi-Fen(怡芬)"), "enMiddle": ("英文中名：", "ex:Mary 為英文別名，如無，可不填"),
                     "officeTel": ("辦公室電話：", "ex:61234或23123456"), "homeTel": ("住宅電話：", "ex:0223123456"), "mobile": ("行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")}
            rows = "".join(self.row(k, words[k][0], f":Rc{i}:", errors.get(k, ""), "tel" if i > 2 else "text", values[k], 'maxLength="20"', words[k][1]) for i, k in enumerate(names))
            out = f'''<main class="mx-auto max-w-3xl p-6">{back}<form method="post" action="/me/contact" class="mt-4">{self.safe(s)}<div class="flex items-center justify-between"><h1 class="text-xl font-semibold">維護個人連絡資料</h1><button type="submit" name="intent" value="save" class="{GHOST}">異動儲存</button></div><dl class="mt-4 grid grid-cols-2"><div><dt>員工編號：</dt><dd>{t.person.employee_id}</dd></div><div><dt>姓名：</dt><dd>{t.person.name}</dd></div></dl><div class="mt-4 grid grid-cols-2 gap-6">{rows}</div></form></main>'''
            return self.document("維護個人連絡資料", out, "me.contact", s, h, 400 if errors else 200)
        return self.document("404", "<main>404 Not Found</main>", "$", s, h, 404)

    # ------------------------------------------------------------------ account
    def account(self, req: Request) -> Response:
        t = self.truth
        sid, s, h = self.session(req, "__acct")
        parts = req.path.strip("/").split("/")
        if req.path == "/":
            out = f'''<main class="mx-auto max-w-4xl space-y-6 p-6"><h1 class="text-2xl font-bold">網路帳號服務</h1><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><section><h2 class="font-semibold">《規範》</h2><ul class="list-disc pl-6"><li>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用。</li><li>使用本帳號發信、登入VPN，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul></section><section><h2 class="font-semibold">《常見問題與服務》</h2><details><summary>密碼修改後多久可以生效</summary><p>即時生效。</p></details><details><summary>忘記密碼</summary><p>請親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></details></section>
<div class="grid gap-4 sm:grid-cols-3"><a class="rounded-lg p-4 ring-1" href="/activate"><strong>啟用網路帳號及首次雲端帳號密碼設定</strong><span class="block text-sm">啟用本院微軟相關服務，如：Office365, Outlook...</span></a><a class="rounded-lg p-4 ring-1" href="/reset"><strong>重置雲端服務密碼</strong><span class="block text-sm">重設非Portal帳號的密碼</span></a><a class="rounded-lg p-4 ring-1" href="#vpn"><strong>總院廠商VPN展延申請</strong></a></div></main>'''
            return self.document("網路帳號服務", out, "_index", s, h)
        if parts[0] == "leave" and req.method == "POST":
            self.takes(req)
            if s.get("proved"):
                t.sessions.discard(f"account:{sid}")
                t.counts["sign_out_account"] += 1
            self.sess.pop(sid, None)
            return redirect("/", ("Set-Cookie", "__acct=; Path=/; Max-Age=0"))
        if parts[0] not in ("activate", "reset"):
            return self.document("404", "<main>404 Not Found</main>", "$", s, h, 404)
        flow = parts[0]
        name = "啟用網路帳號及首次雲端帳號密碼設定" if flow == "activate" else "重置雲端服務密碼"
        if len(parts) == 1:
            return self.proof(req, sid, s, h, flow, name)
        if parts[1] == "phone":
            if not s.get("uid"):
                return redirect(f"/{flow}", *h)
            error = ""
            if req.method == "POST":
                self.takes(req, phone="registered_phone")
                if not self.genuine(req, s):
                    return self.stale(s, h)
                if req.get("phone").strip() == t.saved_contact.get("mobile_phone", t.person.mobile_phone) and s["uid"] == t.person.employee_id:
                    s["code"], s["at"] = t.new_message(), time.time()
                    s["toast"] = ("ok", "動態碼簡訊發送成功", "成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」")
                    return redirect(f"/{flow}", *h)
                error = "這個門號與帳號登記的資料對不起來"
            out = f'''<div role="dialog" aria-modal="true" class="mx-auto mt-16 max-w-md rounded-lg bg-white p-6 shadow-xl"><form method="post" action="/{flow}/phone" class="space-y-4">{self.safe(s)}{self.row("phone", "請輸入帳號登記的手機門號(10碼)", ":Rp1:", error, "tel", more='maxLength="10" inputMode="numeric"')}<div class="flex gap-3"><button type="submit" class="{PRIMARY}">確定發送</button><a href="/{flow}" class="{GHOST}">取消</a></div></form></div>'''
            return self.document(name, out, f"{flow}.phone", s, h, 400 if error else 200)
        if s.get("proved") != flow or f"account:{sid}" not in t.sessions:
            return redirect(f"/{flow}", *h)
        leave = f'<form method="post" action="/leave"><button type="submit" class="{GHOST}">結束並離開</button></form>'
        p = t.person
        if flow == "reset" and parts[1] == "password":
            error = ""
            if req.method == "POST":
                self.takes(req, pw="cloud_password", pw2="cloud_password_again")
                if not self.genuine(req, s):
                    return self.stale(s, h)
                error = self.weak(req.get("pw"), req.get("pw2")) or ("" if t.alias else "此帳號尚未啟用雲端服務")
                if not error:
                    t.cloud_password = req.get("pw")
                    s["toast"] = ("ok", "雲端服務密碼已重設", "即時生效。")
                    return redirect("/reset/password", *h)
            out = f'<main class="mx-auto max-w-lg p-6"><h1>重置雲端服務密碼</h1><form method="post" action="/reset/password" class="space-y-4">{self.safe(s)}{self.row("pw", "新雲端服務密碼", ":Rz1:", error, "password")}{self.row("pw2", "再次輸入新雲端服務密碼", ":Rz2:", "", "password")}<button type="submit" class="{PRIMARY}">重置密碼</button></form>{leave}</main>'
            return self.document(name, out, "reset.password", s, h, 400 if error else 200)
        if flow == "activate" and parts[1] == "setup":
            errors: dict[str, str] = {}
            if req.method == "POST":
                self.takes(req, mailName="alias", pw="cloud_password", pw2="cloud_password_again")
                if not self.genuine(req, s):
                    return self.stale(s, h)
                if req.get("intent") == "cancel":
                    return redirect("/", *h)
                alias = req.get("mailName").strip()
                if t.alias:
                    errors["mailName"] = "帳號先前已完成啟用，名稱不能再次設定"
                elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", alias):
                    errors["mailName"] = "名稱只能使用英文開頭的英數字、點、底線或減號，64 字以內"
                elif alias.lower() == "taken.name":
                    errors["mailName"] = "此名稱已有人使用，請換一個"
                elif self.weak(req.get("pw"), req.get("pw2")):
                    errors["pw"] = self.weak(req.get("pw"), req.get("pw2"))
                else:
                    t.alias, t.cloud_password = alias, req.get("pw")
                    t.counts["activated"] += 1
                    return redirect("/activate/done", *h)
            facts = "".join(f'<div class="py-2"><dt class="text-sm text-slate-500">{k}</dt><dd>{v}</dd></div>' for k, v in (
                ("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
            if t.alias and not errors:
                body = f'<div class="rounded-md bg-sky-50 p-4" role="status">您的雲端服務已是使用中狀態，無須再設定。電子郵件：<b>{escape(t.alias)}@ntuh.gov.tw</b></div>'
            else:
                body = f'''<form method="post" action="/activate/setup" class="space-y-6">{self.safe(s)}{self.row("mailName", "雲端服務帳號<br/>(電子郵件名稱)", ":Ra1:", errors.get("mailName", ""), value=req.get("mailName"), more='maxLength="64" autoComplete="off"', hint="@ntuh.gov.tw 名稱長度限64字元內")}{self.row("pw", "雲端服務密碼", ":Ra2:", errors.get("pw", ""), "password", more='autoComplete="new-password"', hint="至少8碼，需含英文及數字")}{self.row("pw2", "確認雲端服務密碼", ":Ra3:", "", "password", more='autoComplete="new-password"')}<div class="flex gap-3"><button type="submit" name="intent" value="activate" class="{PRIMARY}">啟用雲端服務</button><button type="submit" name="intent" value="cancel" formNoValidate="" class="{GHOST}">取消啟用</button></div><p class="text-sm">服務於設定完成隔日生效</p></form>'''
            out = f'<main class="mx-auto max-w-2xl p-6"><h1 class="text-xl font-semibold">設定密碼與郵件別名</h1><p>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</p><dl class="divide-y">{facts}</dl>{body}<div class="mt-6">{leave}</div></main>'
            return self.document(name, out, "activate.setup", s, h, 400 if errors else 200)
        if flow == "activate" and parts[1] == "done" and t.alias:
            out = f'<main class="mx-auto max-w-2xl p-6 text-center">{CHECK}<h1 class="text-xl">大功告成！</h1><p>{p.name}，您的信箱 <b>{escape(t.alias)}@ntuh.gov.tw</b> 已開通，明日起即可使用。</p>{leave}</main>'
            return self.document(name, out, "activate.done", s, h)
        return redirect(f"/{flow}", *h)

    def weak(self, one: str, two: str) -> str:
        if len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search(r"\d", one):
            return "密碼強度不足，至少8碼且需含英文及數字"
        if one == self.truth.portal_password:
            return "請勿與 Portal 密碼相同"
        return "" if one == two else "兩次密碼不一致"

    def proof(self, req: Request, sid: str, s: dict, h: list, flow: str, name: str) -> Response:
        t = self.truth
        errors: dict[str, str] = {}
        if req.method == "POST":
            self.takes(req, uid="employee_id", otp="code")
            if not self.genuine(req, s):
                return self.stale(s, h)
            uid = req.get("uid").strip()
            if not re.fullmatch(r"\d{6}", uid) or uid != t.person.employee_id:
                errors["uid"] = "查無此帳號，請輸入6位數字的員工編號"
            elif req.get("intent") == "sms":
                s["uid"] = uid
                return redirect(f"/{flow}/phone", *h)
            elif req.get("otp").strip() != s.get("code") or not s.get("code") or s.get("uid") != uid:
                errors["otp"] = "動態碼不正確"
                t.counts["code_refused"] += 1
            elif time.time() - s["at"] > 120:
                errors["otp"] = "動態碼已超過2分鐘，請重新發送"
                t.counts["code_refused"] += 1
            else:
                s.pop("code")
                s["proved"] = flow
                t.sessions.add(f"account:{sid}")
                t.counts["code_accepted"] += 1
                return redirect("/activate/setup" if flow == "activate" else "/reset/password", *h)
        out = f'''<main class="mx-auto max-w-2xl p-6"><a href="/" class="text-sm underline">回首頁</a><h1 class="text-xl font-semibold">{name}</h1><h2>注意事項</h2><ul class="list-disc pl-6 text-sm"><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li><li>如未申請MOTP服務請洽資訊服務台辦理(261120)。</li></ul>
<form method="post" action="/{flow}" class="mt-6 space-y-6">{self.safe(s)}<div class="flex items-end gap-3"><div class="flex-1">{self.row("uid", "網路帳號 / 主職員工編號", ":Rf1:", errors.get("uid", ""), value=req.get("uid") or s.get("uid", ""), more='maxLength="6" inputMode="numeric"')}</div><button type="submit" name="intent" value="sms" class="{GHOST}">發送簡訊動態碼</button></div>{self.row("otp", "簡訊(或MOTP)動態碼", ":Rf2:", errors.get("otp", ""), more='autoComplete="one-time-code" inputMode="numeric" maxLength="8"')}<button type="submit" name="intent" value="next" class="{PRIMARY}">下一步</button></form></main>'''
        return self.document(name, out, flow, s, h, 400 if errors else 200)

    # ------------------------------------------------------------------ mail
    def mail(self, req: Request) -> Response:
        t = self.truth
        sid, s, h = self.session(req, "__mail")
        inside = f"mail:{sid}" in t.sessions
        if req.path.startswith("/resources/captcha/"):
            return self.image(req)
        if req.path == "/":
            return redirect("/inbox" if inside else "/signin", *h)
        if req.path == "/signout" and req.method == "POST" and inside:
            self.takes(req)
            t.sessions.discard(f"mail:{sid}")
            t.counts["sign_out_mail"] += 1
            return redirect("/signin", *h)
        if req.path == "/inbox":
            if not inside:
                return redirect("/signin", *h)
            out = f'<div class="flex"><aside class="w-48 p-4"><a href="/inbox">收件匣 (1)</a><a href="#sent" class="block">寄件備份</a></aside><main class="flex-1 p-4"><div class="flex justify-between"><span>{escape(t.alias)}@ntuh.gov.tw</span><form method="post" action="/signout"><button type="submit" class="{GHOST}">登出</button></form></div><ul><li>資訊室　歡迎使用本院電子信</li></ul></main></div>'
            return self.document("收件匣", out, "inbox", s, h)
        error = ""
        if req.method == "POST":
            self.takes(req, account="mail_account", secret="mail_password", answer="captcha")
            if not self.genuine(req, s):
                return self.stale(s, h)
            if not self.seen(s, req.get("captchaKey"), req.get("answer"), False):
                error = "圖片驗證失敗，請依新圖再試"
            elif not t.alias or req.get("account").strip().removesuffix("@ntuh.gov.tw") != t.alias or req.get("secret") != t.cloud_password:
                error = "信箱或密碼有誤"
            else:
                t.sessions.add(f"mail:{sid}")
                t.counts["mail_sign_in"] += 1
                return redirect("/inbox", *h)
        key = self.shot(s, "abcdefhkmnprtwxy2345678")
        alert = f'<p role="alert" class="text-rose-700">{error}</p>' if error else ""
        out = f'''<main class="mx-auto max-w-sm p-6"><h1 class="text-xl">電子信箱</h1>{alert}<form method="post" action="/signin" class="space-y-4">{self.safe(s)}{self.row("account", "帳號:", ":Rm1:", value=req.get("account"))}{self.row("secret", "密碼:", ":Rm2:", kind="password")}<input type="hidden" name="captchaKey" value="{key}"/>{self.row("answer", "驗證碼(小寫字母或數字):", ":Rm3:", more='autoComplete="off" autoCapitalize="none" maxLength="6"')}<img src="/resources/captcha/{key}.png" alt="" width="132" height="40"/><label class="flex gap-2"><input type="checkbox" name="remember" value="on"/>記住登入資訊 (公用電腦請勿勾選)</label><button type="submit" class="{PRIMARY}">登入信箱</button></form><section class="mt-6 text-sm"><h2>公佈欄</h2><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p></section></main>'''
        return self.document("電子信箱登入", out, "signin", s, h, 400 if error else 200)

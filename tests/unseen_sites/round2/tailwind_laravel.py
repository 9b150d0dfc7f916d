"""A 2020 rewrite: Laravel, Blade and Tailwind, everything rendered on the server; Roundcube for mail."""

from __future__ import annotations

import base64
import re
import secrets
import time
from html import escape
from urllib.parse import quote

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

EYE = '<svg class="h-5 w-5" viewBox="0 0 20 20" fill="currentColor"><path d="M10 12a2 2 0 100-4 2 2 0 000 4z"/></svg>'
BTN = "inline-flex items-center px-4 py-2 bg-indigo-600 border border-transparent rounded-md font-semibold text-sm text-white hover:bg-indigo-700 disabled:opacity-25"
INPUT = "peer block w-full rounded-md border-gray-300 shadow-sm focus:border-indigo-300 focus:ring"


class TheSite(Site):
    title = "Tailwind, server rendered"

    def __init__(self) -> None:
        super().__init__()
        self.store: dict[str, dict] = {}
        self.tickets: dict[str, str] = {}

    # ------------------------------------------------------------------ middleware
    def session(self, request: Request, name: str) -> tuple[dict, tuple[str, str]]:
        key = request.cookies.get(name, "")
        if key not in self.store:
            key = secrets.token_urlsafe(30)
            self.store[key] = {"key": key, "csrf": secrets.token_urlsafe(30), "errors": {}, "old": {}, "flash": ""}
        return self.store[key], ("Set-Cookie", f"{name}={key}; path=/; HttpOnly; SameSite=Lax")

    def run(self, request: Request, cookie: str, routes: dict) -> Response:
        s, header = self.session(request, cookie)
        method = request.method if request.method != "HEAD" else "GET"
        if method == "POST":
            method = request.get("_method", "POST").upper()
        handler = routes.get((method, request.path))
        if handler is None:
            out = self.error(405 if any(p == request.path for _, p in routes) else 404)
        elif request.method == "POST":
            meanings = {k[1]: v for k, v in self.names.items() if k[0] == cookie}
            self.takes(request, **meanings.get(request.path, {}))
            out = handler(request, s) if secrets.compare_digest(request.get("_token").encode(), s["csrf"].encode()) else self.error(419)
        else:
            out = handler(request, s)
        out.headers.append(header)
        return out

    names = {("hospital_session", "/login"): {"campus": "campus", "employee_no": "employee_id", "password": "portal_password", "captcha": "captcha"},
             ("staff_session", "/profile/password"): {"current_password": "old_password", "password": "new_password", "password_confirmation": "new_password_again"},
             ("staff_session", "/profile/contact"): {"mobile": "mobile_phone"},
             ("account_session", "/verify"): {"account": "employee_id", "otp": "code"}, ("account_session", "/verify/phone"): {"account": "employee_id", "otp": "code"},
             ("account_session", "/verify/send"): {"phone": "registered_phone"},
             ("account_session", "/cloud"): {"mail_name": "alias", "password": "cloud_password", "password_confirmation": "cloud_password_again", "agree": "consent"},
             ("account_session", "/cloud/password"): {"password": "cloud_password", "password_confirmation": "cloud_password_again"}}

    @staticmethod
    def error(code: int) -> Response:
        words = {404: "Not Found", 405: "Method Not Allowed", 419: "Page Expired 頁面已過期"}[code]
        return Response(f'<!DOCTYPE html><html lang="zh-TW"><head><meta charset="utf-8"><title>{words}</title></head><body class="antialiased"><div class="flex items-center"><div class="px-4 text-lg border-r">{code}</div><div class="ml-4 text-lg">{words}</div></div></body></html>', code)

    @staticmethod
    def layout(s: dict, title: str, main: str, top: str = "") -> Response:
        flash, s["flash"] = s["flash"], ""
        toast = f'<div class="rounded-md bg-green-50 p-4" role="status"><p class="text-sm font-medium text-green-800">{flash}</p></div>' if flash else ""
        errors = "".join(f'<li class="text-sm text-red-700">{e}</li>' for e in s["errors"].get("*", []))
        s_errors = f'<div class="rounded-md bg-red-50 p-4"><div class="font-medium text-red-600">糟糕，有些地方不對勁。</div><ul class="mt-3 list-disc">{errors}</ul></div>' if errors else ""
        s["errors"], s["old"] = {}, {}
        return Response(f"""<!DOCTYPE html>
<html lang="zh-TW">
<head>
    <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="csrf-token" content="{s['csrf']}">
    <title>{title} | NTUH</title>
    <link rel="stylesheet" href="/css/app.css?id={secrets.token_hex(10)}">
</head>
<body class="font-sans antialiased bg-gray-100">
<header class="bg-white shadow">{top}</header>
<main class="max-w-7xl mx-auto py-6 sm:px-6 lg:px-8">
{toast}{s_errors}
{main}
</main>
<footer class="text-center text-xs text-gray-400">&copy; 2020 National Taiwan University Hospital</footer>
</body>
</html>""", headers=[("Cache-Control", "no-cache, private")])

    @staticmethod
    def floating(s: dict, name: str, label: str, kind: str = "text", value: str = "", hint: str = "", more: str = "") -> str:
        """The floating label of that year: it comes after its box."""
        wrong = "".join(f'<p class="mt-1 text-sm text-red-600">{e}</p>' for e in s["errors"].get(name, []))
        shown = f' value="{escape(s["old"].get(name, value))}"' if kind != "password" else ""
        return f"""<div class="relative mt-6"><input id="{name}" class="{INPUT} placeholder-transparent" type="{kind}" name="{name}"{shown} placeholder=" " {more}>
<label for="{name}" class="absolute left-3 -top-2.5 bg-white px-1 text-gray-600 text-sm transition-all peer-placeholder-shown:top-2">{label}</label>{f'<p class="mt-1 text-xs text-gray-500">{hint}</p>' if hint else ''}{wrong}</div>
"""

    @staticmethod
    def form(s: dict, action: str, inside: str, method: str = "POST", more: str = "") -> str:
        spoof = f'<input type="hidden" name="_method" value="{method}">' if method != "POST" else ""
        return f'<form method="POST" action="{action}" class="space-y-4" {more}><input type="hidden" name="_token" value="{s["csrf"]}">{spoof}\n{inside}\n</form>'

    @staticmethod
    def back(s: dict, to: str, errors: dict | None = None, old: dict | None = None) -> Response:
        s["errors"], s["old"] = errors or {}, old or {}
        return redirect(to)

    # ------------------------------------------------------------------ portal
    def portal(self, request: Request) -> Response:
        return self.run(request, "hospital_session", {("GET", "/"): lambda r, s: redirect("/dashboard"), ("GET", "/login"): self.login, ("POST", "/login"): self.sign_in, ("GET", "/dashboard"): self.dashboard,
                                                      ("GET", "/go/password"): self.go, ("GET", "/go/contact"): self.go, ("GET", "/soon"): self.soon, ("POST", "/logout"): self.sign_out})

    def inside(self, s: dict) -> bool:
        return f"portal:{s.get('user')}" in self.truth.sessions

    def login(self, request: Request, s: dict) -> Response:
        if self.inside(s):
            return redirect("/dashboard")
        data = base64.b64encode(picture(self.truth.new_captcha(), "PNG")).decode()
        pills = "".join(f'<label class="inline-flex items-center px-3 py-1 border rounded-full"><input type="radio" class="sr-only" name="campus" value="{v}"{" checked" if v == "main" else ""}><span>{n}</span></label>' for v, n in (("main", "總院區"), ("beihu", "北護"), ("jinshan", "金山"), ("hsinchu", "新竹"), ("yunlin", "雲林")))
        return self.layout(s, "登入", f"""<div class="mx-auto max-w-md bg-white p-6 rounded-lg shadow"><h1 class="text-2xl font-bold">醫療資訊系統</h1>
{self.form(s, "/login", f'''<fieldset><legend class="text-sm text-gray-600">院區</legend><div class="flex flex-wrap gap-2">{pills}</div></fieldset>
{self.floating(s, "employee_no", "帳號", hint="6位數數字", more='inputmode="numeric" autofocus autocomplete="username"')}{self.floating(s, "password", "密碼", "password", more='autocomplete="current-password"')}
<div class="flex items-end gap-3">{self.floating(s, "captcha", '驗證碼 <span class="text-xs">(不用區分大小寫)</span>', more='maxlength="6" autocomplete="off"')}<img src="data:image/png;base64,{data}" alt="" class="h-9"><a href="/login" class="text-sm underline">看不清楚？換一張</a></div>
<label class="flex items-center"><input type="checkbox" name="remember" value="1" class="rounded"><span class="ml-2 text-sm">讓我保持登入</span></label>
<button type="submit" class="{BTN} w-full justify-center"><svg class="h-5 w-5 mr-2" viewBox="0 0 20 20"><path d="M3 3h8v2H5v10h6v2H3z"/></svg>登入</button>''')}</div>""")

    def sign_in(self, request: Request, s: dict) -> Response:
        t, typed = self.truth, request.get("employee_no").strip()
        right, t.captcha = t.captcha, ""
        if not right or request.get("captcha").strip().upper() != right:
            wrong = {"captcha": ["驗證碼 驗證失敗，請再輸入一次。"]}
        elif typed != t.person.employee_id or request.get("password") != t.portal_password:
            wrong = {"employee_no": ["使用者名稱或密碼與我們的記錄不符。"]}
        elif request.get("campus") != "main":
            wrong = {"*": ["所選擇的 院區 選項無效。"]}
        else:
            s["user"], s["csrf"] = secrets.token_hex(16), secrets.token_urlsafe(30)
            t.sessions.add(f"portal:{s['user']}")
            t.counts["sign_in"] += 1
            return redirect("/dashboard")
        t.counts["sign_in_refused"] += 1
        return self.back(s, "/login", wrong, {"employee_no": typed})

    def dashboard(self, request: Request, s: dict) -> Response:
        if not self.inside(s):
            return redirect("/login")
        card = '<a href="%s" class="block p-4 bg-white rounded-lg shadow hover:shadow-lg"><span class="text-indigo-500">%s</span><h3 class="font-semibold">%s</h3><p class="text-xs text-gray-400">%s</p></a>'
        cards = "".join(card % c for c in (("/go/password", "🔑", "更改密碼", "Change password"), ("/soon", "✍", "個人簽章提醒設定", "Signature reminder"), ("/soon", "📄", "薪資所得免稅額申報表", "Tax form"), ("/soon", "🔎", "查詢員工連絡資料", "Directory"), ("/go/contact", "📇", "維護個人連絡資料", "My contact details"), ("/soon", "📱", "行動憑證申請", "Mobile certificate")))
        out = '<button type="submit" class="block px-4 py-2 text-sm">登出</button>'
        top = f'<nav class="flex justify-between px-6 py-3"><span>醫療系統 醫療支援 其他資源 數位學習 資訊安全 行政系統 <b>個人管理</b></span><details class="relative"><summary>{self.truth.person.name} 您好!</summary><div class="absolute bg-white shadow">{self.form(s, "/logout", out)}</div></details></nav>'
        return self.layout(s, "個人管理", f'<section class="mb-4 bg-yellow-50 p-4 rounded"><h2>全院公告</h2><p class="text-sm">2019/10/21 請全院同仁填報「薪資所得免稅額申報表」</p></section><h2 class="text-xl">個人管理</h2><div class="grid grid-cols-3 gap-4">{cards}</div>', top)

    def soon(self, request: Request, s: dict) -> Response:
        return self.layout(s, "建置中", '<p>此服務尚在改版中。</p><a href="/dashboard" class="underline">返回</a>')

    def go(self, request: Request, s: dict) -> Response:
        if not self.inside(s):
            return redirect("/login")
        ticket = secrets.token_urlsafe(24)
        self.tickets[ticket] = s["user"]
        return redirect(f"{self.urls['inner']}/sso?ticket={ticket}&to={quote('/profile/' + request.path.rsplit('/', 1)[-1], safe='')}")

    def sign_out(self, request: Request, s: dict) -> Response:
        if self.inside(s):
            self.truth.sessions.discard(f"portal:{s['user']}")
            self.truth.counts["sign_out_portal"] += 1
        self.store.pop(s["key"], None)
        return redirect("/login")

    # ------------------------------------------------------------------ inner
    def inner(self, request: Request) -> Response:
        return self.run(request, "staff_session", {("GET", "/"): lambda r, s: redirect(self.urls["portal"] + "/"), ("GET", "/sso"): self.sso, ("GET", "/profile/password"): self.password, ("PUT", "/profile/password"): self.save_password,
                                                   ("GET", "/profile/contact"): self.contact, ("PUT", "/profile/contact"): self.save_contact, ("POST", "/logout"): self.leave_inner})

    def sso(self, request: Request, s: dict) -> Response:
        user = self.tickets.pop(request.query.get("ticket", ""), "")
        to = request.query.get("to", "")
        if f"portal:{user}" not in self.truth.sessions or to not in ("/profile/password", "/profile/contact"):
            return self.layout(s, "403", f'<p>單一登入憑證無效。<a href="{self.urls["portal"]}/">回入口網</a></p>')
        s["user"] = user
        return redirect(to)

    def leave_inner(self, request: Request, s: dict) -> Response:
        self.sign_out(request, s)
        return redirect(self.urls["portal"] + "/login")

    def links(self, s: dict) -> str:
        return f'<div class="mt-8 flex gap-4 text-sm"><a class="underline" href="{self.urls["portal"]}/dashboard">← 回功能選單</a>{self.form(s, "/logout", "<button class=underline>登出系統</button>")}</div>'

    def password(self, request: Request, s: dict) -> Response:
        if not self.inside(s):
            return redirect(self.urls["portal"] + "/login")
        return self.layout(s, "更改密碼", f"""<div class="md:grid md:grid-cols-3"><div><h2 class="text-lg font-medium">更改密碼</h2><p class="text-sm text-gray-600">密碼設定條件：</p><ol class="text-sm text-gray-600"><li>1.密碼長度不可少於8個字元</li><li>2.密碼內容需包含英文及數字</li></ol></div>
<div class="col-span-2 bg-white p-6 shadow rounded">{self.form(s, "/profile/password", self.floating(s, "current_password", "請輸入舊密碼：", "password") + self.floating(s, "password", "請輸入新密碼：", "password") + self.floating(s, "password_confirmation", "請再輸入新密碼：", "password") + f'<p class="text-xs">密碼強度檢核：<meter max="4" value="0"></meter></p><button type="submit" class="{BTN}">更新密碼</button>', "PUT")}</div></div>{self.links(s)}""")

    def save_password(self, request: Request, s: dict) -> Response:
        if not self.inside(s):
            return redirect(self.urls["portal"] + "/login")
        t, new, wrong = self.truth, request.get("password"), {}
        if request.get("current_password") != t.portal_password:
            wrong = {"current_password": ["目前的密碼輸入錯誤。"]}
        elif len(new) < 8:
            wrong = {"password": ["新密碼 不能小於 8 個字元。"]}
        elif not re.search("[A-Za-z]", new) or not re.search(r"\d", new):
            wrong = {"password": ["新密碼 的格式錯誤，須含英文及數字。"]}
        elif new != request.get("password_confirmation"):
            wrong = {"password": ["新密碼 確認欄位的輸入不一致。"]}
        elif new == t.portal_password:
            wrong = {"password": ["新密碼 與目前密碼必須不同。"]}
        if wrong:
            t.counts["password_refused"] += 1
            return self.back(s, "/profile/password", wrong)
        t.portal_password, s["flash"] = new, "✔ 新的密碼已經設定好了。"
        t.counts["password_changed"] += 1
        return redirect("/profile/password")

    def contact(self, request: Request, s: dict) -> Response:
        if not self.inside(s):
            return redirect(self.urls["portal"] + "/login")
        t = self.truth
        rows = "".join(self.floating(s, n, label, kind, t.saved_contact.get(key, getattr(t.person, key)), hint) for n, key, label, hint, kind in self.FIELDS)
        return self.layout(s, "維護個人連絡資料", f"""<h2 class="text-lg font-medium">台大醫院---維護個人連絡資料</h2><dl class="grid grid-cols-4"><dt>員工編號：</dt><dd>{t.person.employee_id}</dd><dt>姓名：</dt><dd>{t.person.name}</dd></dl>
<div class="bg-white p-6 shadow rounded">{self.form(s, "/profile/contact", rows + f'<div class="flex justify-end"><button type="submit" class="{BTN}">異動儲存</button></div>', "PUT")}</div>{self.links(s)}""")

    FIELDS = [("surname", "english_surname", "英文姓", "ex:Chen(陳)", "text"), ("given_name", "english_given", "英文首名", "ex: Yi-Fen(怡芬)", "text"), ("middle_name", "english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填", "text"),
              ("office_tel", "office_phone", "辦公室電話", "ex:61234或23123456", "tel"), ("home_tel", "home_phone", "住宅電話", "ex:0223123456", "tel"), ("mobile", "mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", "tel")]

    def save_contact(self, request: Request, s: dict) -> Response:
        if not self.inside(s):
            return redirect(self.urls["portal"] + "/login")
        typed = {n: request.get(n) for n, *_ in self.FIELDS}
        if not all(request.has(n) for n in typed) or not re.fullmatch(r"09\d{8}", typed["mobile"]):
            return self.back(s, "/profile/contact", {"mobile": ["行動電話 的格式錯誤。"]}, typed)
        self.truth.saved_contact = {key: typed[n] for n, key, *_ in self.FIELDS}
        self.truth.counts["contact_saved"] += 1
        s["flash"] = "✔ 連絡資料更新成功！"
        return redirect("/profile/contact")

    # ------------------------------------------------------------------ account
    def account(self, request: Request) -> Response:
        return self.run(request, "account_session", {("GET", "/"): self.rules, ("GET", "/activate"): self.start_proof, ("GET", "/reset"): self.start_proof, ("GET", "/vpn"): self.soon, ("GET", "/verify"): self.verify, ("POST", "/verify"): self.check_code,
                                                     ("POST", "/verify/phone"): self.ask_phone, ("POST", "/verify/send"): self.send, ("GET", "/cloud"): self.cloud, ("POST", "/cloud"): self.activate, ("GET", "/cloud/done"): self.finished,
                                                     ("GET", "/cloud/password"): self.cloud_reset, ("POST", "/cloud/password"): self.save_reset, ("POST", "/leave"): self.leave})

    def rules(self, request: Request, s: dict) -> Response:
        card = '<a href="%s" class="block bg-white p-6 rounded-lg shadow"><span class="text-lg font-semibold text-indigo-700">%s</span><span class="block text-sm text-gray-500">%s</span></a>'
        return self.layout(s, "網路帳號", """<p class="font-bold">說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<details open class="bg-white p-4 my-2"><summary>《規範》</summary><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul class="list-disc ml-6"><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul></details>
<details class="bg-white p-4 my-2"><summary>《常見問題與服務》</summary><p>密碼修改後多久可以生效：即時生效。</p><p>忘記密碼：請您親自以下方按鈕取得簡訊後進行密碼設定。</p></details><div class="grid grid-cols-3 gap-4">"""
                           + card % ("/activate", "啟用網路帳號及首次雲端帳號密碼設定", "啟用本院微軟相關服務，如：Office365, Outlook...") + card % ("/reset", "重置雲端服務密碼", "重設非Portal帳號的密碼：Email, 無線網路, KM, TMS, RedCap") + card % ("/vpn", "總院廠商VPN展延申請", "總院廠商VPN到期，重新啟用申請。") + "</div>")

    def start_proof(self, request: Request, s: dict) -> Response:
        s.update(kind=request.path[1:], account="", otp="", sent=0.0, ask=False)
        return redirect("/verify")

    def verify(self, request: Request, s: dict) -> Response:
        if "kind" not in s:
            return redirect("/")
        dialog = ""
        if s["ask"]:
            dialog = f'<dialog open class="rounded-lg shadow-xl p-6 z-10">{self.form(s, "/verify/send", self.floating(s, "phone", "請輸入帳號登記的手機門號(10碼)", "tel", more="maxlength=10") + f"""<div class="flex gap-2"><button type="submit" class="{BTN}">確定發送</button><a href="/{s["kind"]}" class="px-4 py-2 border rounded-md">取消</a></div>""")}</dialog>'
        return self.layout(s, "身分驗證", f"""<h2 class="text-xl">{"啟用網路帳號及首次雲端帳號密碼設定" if s["kind"] == "activate" else "重置雲端服務密碼"}</h2>
<div class="bg-white p-6 shadow rounded">{self.form(s, "/verify", self.floating(s, "account", "網路帳號 / 主職員工編號", value=s["account"], more='inputmode="numeric"') + f'<button type="submit" formaction="/verify/phone" class="px-3 py-2 border rounded-md">📨 發送簡訊動態碼</button>' + self.floating(s, "otp", "簡訊(或MOTP)動態碼", more='inputmode="numeric" autocomplete="one-time-code"') + f'<div class="text-right"><button type="submit" class="{BTN}">下一步 →</button></div>')}</div>{dialog}
<ul class="text-sm text-gray-500 list-disc ml-6"><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul>""")

    def ask_phone(self, request: Request, s: dict) -> Response:
        if "kind" not in s:
            return redirect("/")
        s["account"] = request.get("account").strip()
        s["ask"] = s["account"] == self.truth.person.employee_id
        return self.back(s, "/verify", {} if s["ask"] else {"account": ["所選擇的 員工編號 不存在。"]})

    def send(self, request: Request, s: dict) -> Response:
        t = self.truth
        if not s.get("ask"):
            return redirect("/verify")
        if request.get("phone").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
            return self.back(s, "/verify", {"phone": ["手機門號 與登記資料不一致。"]})
        s.update(otp=t.new_message(), sent=time.monotonic(), ask=False, flash="動態碼簡訊發送成功：成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」")
        return redirect("/verify")

    def check_code(self, request: Request, s: dict) -> Response:
        t = self.truth
        if "kind" not in s:
            return redirect("/")
        s["account"], late = request.get("account").strip(), time.monotonic() - s["sent"] > 120
        if not s["otp"] or late or request.get("otp").strip() != s["otp"] or s["account"] != t.person.employee_id:
            t.counts["code_refused"] += 1
            return self.back(s, "/verify", {"otp": ["動態碼 已經失效（超過 2 分鐘）。" if s["otp"] and late else "動態碼 驗證錯誤。"]})
        s.update(otp="", proved=s["kind"], proof=secrets.token_hex(8))
        t.sessions.add(f"account:{s['proof']}")
        t.counts["code_accepted"] += 1
        return redirect("/cloud" if s["kind"] == "activate" else "/cloud/password")

    def leave(self, request: Request, s: dict) -> Response:
        if f"account:{s.get('proof')}" in self.truth.sessions:
            self.truth.sessions.discard(f"account:{s['proof']}")
            self.truth.counts["sign_out_account"] += 1
        self.store.pop(s["key"], None)
        return redirect("/")

    def cloud(self, request: Request, s: dict) -> Response:
        t, p = self.truth, self.truth.person
        if s.get("proved") != "activate":
            return redirect("/")
        facts = "".join(f'<div class="py-2 sm:grid sm:grid-cols-3"><dt class="text-sm text-gray-500">{k}</dt><dd class="sm:col-span-2">{v}</dd></div>' for k, v in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        if t.alias:
            return self.layout(s, "設定密碼與郵件別名", f'<h2>設定密碼與郵件別名</h2><dl>{facts}</dl><p class="bg-blue-50 p-4">這個帳號的雲端服務正在使用中 <b>{escape(t.alias)}@ntuh.gov.tw</b>，不需要再做一次。</p>{self.form(s, "/leave", "<button type=submit>離開</button>")}')
        return self.layout(s, "設定密碼與郵件別名", f"""<h2 class="text-xl">設定密碼與郵件別名</h2><dl class="bg-white p-6">{facts}</dl><div class="bg-white p-6 shadow rounded">{self.form(s, "/cloud", self.floating(s, "mail_name", "雲端服務帳號 (電子郵件名稱)", hint="@ntuh.gov.tw 名稱長度限64字元內", more='maxlength="64"')
        + self.floating(s, "password", "雲端服務密碼", "password", hint="至少 8 個字元，含英文及數字") + f'<button type="button" title="顯示密碼" onclick="var p=document.getElementById(&quot;password&quot;);p.type=p.type==&quot;text&quot;?&quot;password&quot;:&quot;text&quot;">{EYE}</button>' + self.floating(s, "password_confirmation", "確認雲端服務密碼", "password")
        + f'<label class="flex items-center"><input type="checkbox" name="agree" value="1" onchange="document.getElementById(&quot;go&quot;).disabled=!this.checked"><span class="ml-2">我已閱讀並同意規範</span></label><div class="flex gap-2"><a href="/" class="px-4 py-2 border rounded-md">取消啟用</a><button type="submit" id="go" class="{BTN}" disabled>啟用雲端服務</button><span class="text-sm">服務於設定完成隔日生效</span></div>')}</div>""")

    @staticmethod
    def weak(request: Request) -> dict:
        one = request.get("password")
        if len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search(r"\d", one):
            return {"password": ["雲端服務密碼 至少 8 個字元且須包含英文及數字。"]}
        return {} if one == request.get("password_confirmation") else {"password": ["雲端服務密碼 確認欄位的輸入不一致。"]}

    def activate(self, request: Request, s: dict) -> Response:
        t, name = self.truth, request.get("mail_name").strip()
        if s.get("proved") != "activate":
            return redirect("/")
        wrong = ({"*": ["雲端服務已經啟用，不能重複啟用。"]} if t.alias else {"*": ["必須接受 規範。"]} if request.get("agree") != "1" else
                 {"mail_name": ["電子郵件名稱 的格式錯誤。"]} if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{1,63}", name) else {"mail_name": ["電子郵件名稱 已經存在。"]} if name.lower() == "taken.name" else self.weak(request))
        if wrong:
            return self.back(s, "/cloud", wrong, {"mail_name": name})
        t.alias, t.cloud_password = name, request.get("password")
        t.counts["activated"] += 1
        return redirect("/cloud/done")

    def finished(self, request: Request, s: dict) -> Response:
        if not s.get("proved") or not self.truth.alias:
            return redirect("/")
        return self.layout(s, "完成", f'<div class="text-center bg-white p-10 rounded shadow"><div class="text-5xl">🎉</div><h2>一切就緒！</h2><p>{escape(self.truth.alias)}@ntuh.gov.tw 明天就可以開始使用。</p>{self.form(s, "/leave", "<button type=submit>離開</button>")}</div>')

    def cloud_reset(self, request: Request, s: dict) -> Response:
        if s.get("proved") != "reset":
            return redirect("/")
        return self.layout(s, "重置雲端服務密碼", f'<h2>重置雲端服務密碼</h2>{self.form(s, "/cloud/password", self.floating(s, "password", "新的雲端服務密碼", "password") + self.floating(s, "password_confirmation", "確認新的雲端服務密碼", "password") + f"<button type=submit class=x>重置</button>")}{self.form(s, "/leave", "<button type=submit>離開</button>")}')

    def save_reset(self, request: Request, s: dict) -> Response:
        if s.get("proved") != "reset":
            return redirect("/")
        wrong = self.weak(request) if self.truth.alias else {"*": ["帳號尚未啟用。"]}
        if wrong:
            return self.back(s, "/cloud/password", wrong)
        self.truth.cloud_password, s["flash"] = request.get("password"), "✔ 雲端服務密碼已更新。"
        return redirect("/cloud/password")

    # ------------------------------------------------------------------ mail (Roundcube)
    def mail(self, request: Request) -> Response:
        if request.path != "/":
            return Response("", 404)
        t = self.truth
        s, header = self.session(request, "roundcube_sessid")
        task, action = request.get("_task"), request.get("_action")
        if action == "captcha":
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5), "PNG"), kind="image/png", headers=[("Cache-Control", "no-store"), header])
        if request.method == "POST" and action == "login":
            self.takes(request, _user="mail_account", _pass="mail_password", _captcha="captcha")
            right, t.captcha = t.captcha, ""
            if request.get("_token") != s["csrf"]:
                s["flash"] = "要求無效！資料未儲存。"
            elif not right or request.get("_captcha") != right:
                s["flash"] = "驗證碼不正確"
            elif not t.alias or not t.cloud_password or request.get("_user").split("@")[0] != t.alias or request.get("_pass") != t.cloud_password:
                s["flash"] = "登入失敗"
            else:
                s["mail"] = secrets.token_hex(8)
                t.sessions.add(f"mail:{s['mail']}")
                t.counts["mail_sign_in"] += 1
            return redirect("./?_task=mail" if s.get("mail") else "./?_task=login", header)
        if f"mail:{s.get('mail')}" in t.sessions:
            if task == "logout" and request.query.get("_token") == s["csrf"]:
                t.sessions.discard(f"mail:{s.pop('mail')}")
                t.counts["sign_out_mail"] += 1
                return redirect("./?_task=login", header)
            return Response(f'<!DOCTYPE html><html><head><title>Roundcube Webmail :: 收件匣</title></head><body class="task-mail"><a class="logout" href="./?_task=logout&amp;_token={s["csrf"]}">登出</a><span class="username">{escape(t.alias)}@ntuh.gov.tw</span><h1>收件匣</h1><table id="messagelist"><tr><td>歡迎信</td></tr></table></body></html>', headers=[header])
        said, s["flash"] = s["flash"], ""
        return Response(f"""<!DOCTYPE html><html lang="zh_TW"><head><meta charset="utf-8"><title>Roundcube Webmail :: 歡迎</title></head><body class="task-login"><div id="messagestack">{f'<div class="alert alert-warning" role="alert"><span>{said}</span></div>' if said else ''}</div>
<form id="login-form" name="login-form" method="post" action="./?_task=login"><input type="hidden" name="_token" value="{s["csrf"]}"><input type="hidden" name="_task" value="login"><input type="hidden" name="_action" value="login"><input type="hidden" name="_timezone" id="rcmlogintz" value="_default_"><input type="hidden" name="_url" id="rcmloginurl">
<table><tbody><tr><td class="title"><label for="rcmloginuser">帳號:</label></td><td class="input"><input name="_user" id="rcmloginuser" required size="40" autocapitalize="off" type="text"></td></tr><tr><td class="title"><label for="rcmloginpwd">密碼:</label></td><td class="input"><input name="_pass" id="rcmloginpwd" required size="40" type="password"></td></tr>
<tr><td class="title"><label for="rcmcap">驗證碼(小寫字母或數字):</label></td><td class="input"><input name="_captcha" id="rcmcap" type="text"><img src="./?_task=utils&amp;_action=captcha&amp;_={secrets.randbelow(10**6)}"></td></tr></tbody></table>
<p><input type="checkbox" name="_ifpl" id="ifpl" value="1"><label for="ifpl">記住登入資訊 (公用電腦請勿勾選)</label></p><p class="formbuttons"><button type="submit" id="rcmloginsubmit" class="button mainaction submit">登入</button></p></form><div id="login-footer">公佈欄：※如無法登入，請先變更密碼</div></body></html>""", headers=[header])

"""The 2023 redesign: utility classes, cards that are links, aria attributes, toasts written by the server."""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from truth import Request, Response, Site, picture, redirect

SVG = '<svg class="h-5 w-5 shrink-0" viewBox="0 0 24 24" fill="none" stroke="currentColor" aria-hidden="true"><path d="M5 12h14M12 5l7 7-7 7"/></svg>'
BOX = "block w-full rounded-xl border-slate-300 px-4 py-3 shadow-sm focus:border-teal-500 focus:ring-teal-500"
BTN = "inline-flex items-center gap-2 rounded-full bg-teal-700 px-6 py-3 font-semibold text-white hover:bg-teal-800 focus:outline-none focus-visible:ring-2"
GHOST = "inline-flex items-center gap-2 rounded-full border border-slate-300 px-6 py-3 text-slate-700"


class TheSite(Site):
    title = "gov_redesign_2023_tailwind"

    def __init__(self) -> None:
        super().__init__()
        self.store: dict[str, dict] = {}
        self.passes: dict[str, str] = {}

    # session: <host>_sid; _token is renewed after each accepted POST
    def _open(self, q: Request) -> dict:
        sid = q.cookies.get(q.host + "_sid", "")
        d = self.store.get(q.host + sid)
        if d is None:
            sid = secrets.token_urlsafe(30)
            d = self.store[q.host + sid] = {"id": sid, "new": True, "_token": secrets.token_urlsafe(30), "toast": [], "old": {}, "errors": {}}
        return d

    def _close(self, q: Request, d: dict, out: Response) -> Response:
        if d.pop("new", False):
            out.headers.append(("Set-Cookie", f"{q.host}_sid={d['id']}; Path=/; HttpOnly; SameSite=Lax"))
        return out

    def _good(self, q: Request, d: dict) -> bool:
        if q.get("_token") != d["_token"]:
            return False
        d["_token"] = secrets.token_urlsafe(30)
        return True

    def _gone(self) -> Response:
        return Response('<!DOCTYPE html><html lang="zh-Hant"><title>Page Expired</title><body class="antialiased"><div class="flex"><div>419</div><div>頁面已過期 Page Expired</div></div></body></html>', 419)

    def _csrf(self, d: dict, method: str = "") -> str:
        return f'<input type="hidden" name="_token" value="{d["_token"]}" autocomplete="off">' + (f'<input type="hidden" name="_method" value="{method}">' if method else "")

    def _html(self, d: dict, title: str, main: str, side: str = "", crumbs: tuple[tuple[str, str], ...] = ()) -> Response:
        tone = {"ok": ("bg-emerald-50 text-emerald-900", "status"), "bad": ("bg-rose-50 text-rose-900", "alert")}
        toasts = "".join(f'<div role="{tone[k][1]}" aria-live="{"assertive" if k == "bad" else "polite"}" class="pointer-events-auto flex w-full max-w-sm rounded-2xl p-4 shadow-lg ring-1 ring-black/5 {tone[k][0]}">{SVG}<p class="ml-3 text-sm font-medium">{m}</p></div>' for k, m in d["toast"])
        d["toast"] = []
        trail = "".join(f'<li class="inline-flex items-center">{f"<a href={chr(34)}{u}{chr(34)} class={chr(34)}hover:underline{chr(34)}>{t}</a><span aria-hidden={chr(34)}true{chr(34)}>›</span>" if u else f"<span aria-current={chr(34)}page{chr(34)}>{t}</span>"}</li>' for t, u in crumbs)
        return Response(f"""<!DOCTYPE html>
<html lang="zh-Hant-TW" class="h-full scroll-smooth">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>{title}｜臺大醫院數位服務</title>
<style>.sr-only{{position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)}} .grid{{display:grid;gap:1rem}} .bg-rose-50{{background:#fff1f2}} .bg-emerald-50{{background:#ecfdf5}} svg{{width:20px;height:20px}} body{{font-family:system-ui;margin:2rem}}</style></head>
<body class="min-h-full bg-slate-50 text-slate-900 antialiased">
<a href="#main" class="sr-only focus:not-sr-only">跳到主要內容</a>
<header class="sticky top-0 flex items-center justify-between border-b bg-white/80 px-6 py-4 backdrop-blur"><a href="/" class="flex items-center gap-3 text-lg font-bold" aria-label="回首頁">{SVG}<span>臺大醫院 <span class="text-slate-400">NTUH</span></span></a>{side}</header>
<div aria-label="通知" class="fixed inset-x-0 top-20 z-50 flex flex-col items-end gap-3 px-6">{toasts}</div>
<main id="main" class="mx-auto max-w-4xl px-6 py-10" tabindex="-1">
{f'<nav aria-label="breadcrumb"><ol class="flex gap-2 text-sm text-slate-500">{trail}</ol></nav>' if crumbs else ''}
<h1 class="mb-8 text-3xl font-bold tracking-tight">{title}</h1>
{main}
</main>
<footer class="border-t py-8 text-center text-sm text-slate-500">© 2023 資訊室｜服務台分機 261120</footer>
</body></html>""")

    def _field(self, d: dict, label: str, name: str, value: str = "", kind: str = "text", hint: str = "", more: str = "") -> str:
        err = d["errors"].get(name, "")
        aid = f"{name}-hint" if hint else ""
        return f"""<div class="space-y-2"><label for="{name}" class="text-sm font-medium text-slate-700">{label}</label>
<input id="{name}" name="{name}" type="{kind}" value="{escape(value)}" class="{BOX}"{f' aria-describedby="{aid}"' if aid else ''}{' aria-invalid="true"' if err else ''} {more}>
{f'<p id="{aid}" class="text-xs text-slate-500">{hint}</p>' if hint else ''}{f'<p class="text-sm text-rose-600">{err}</p>' if err else ''}</div>
"""

    def _wrong(self, d: dict, to: str, **errors: str) -> Response:
        d["errors"] = errors
        d["toast"].append(("bad", "；".join(errors.values())))
        return redirect(to, status=303)

    def _clean(self, d: dict, out: Response) -> Response:
        d["errors"], d["old"] = {}, {}
        return out

    # ------------------------------------------------------------------ portal
    def portal(self, q: Request) -> Response:
        d = self._open(q)
        return self._close(q, d, self._portal(q, d))

    def _portal(self, q: Request, d: dict) -> Response:
        t, inside = self.truth, f"portal:{d['id']}" in self.truth.sessions
        if q.path == "/":
            return redirect("/dashboard" if inside else "/login")
        if q.path == "/login/challenge":
            return Response(picture(t.new_captcha(), "PNG"), kind="image/png", headers=[("Cache-Control", "no-store")])
        if q.path == "/login" and q.method == "POST":
            self.takes(q, site="campus", staff_no="employee_id", secret="portal_password", challenge="captcha")
            want, t.captcha = t.captcha, ""
            if not self._good(q, d):
                return self._gone()
            d["old"] = {"staff_no": q.get("staff_no")}
            if q.get("site") not in ("zongyuan", "beihu", "jinshan", "hsinchu", "yunlin"):
                return self._wrong(d, "/login", site="請選擇院區")
            if not want or q.get("challenge").strip().upper() != want:
                t.counts["sign_in_refused"] += 1
                return self._wrong(d, "/login", challenge="圖片中的文字不符，請看新的圖片再輸入一次")
            if q.get("staff_no").strip() != t.person.employee_id or q.get("secret") != t.portal_password or q.get("site") != "zongyuan":
                t.counts["sign_in_refused"] += 1
                return self._wrong(d, "/login", staff_no="帳號或密碼不正確")
            self.store.pop("portal" + d["id"])
            d.update(id=secrets.token_urlsafe(30), new=True)
            self.store["portal" + d["id"]] = d
            t.sessions.add(f"portal:{d['id']}")
            t.counts["sign_in"] += 1
            return redirect("/dashboard", status=303)
        if q.path == "/login":
            sites = "".join(f'<label class="flex cursor-pointer items-center rounded-xl border px-4 py-3"><input type="radio" name="site" value="{v}" class="h-4 w-4 text-teal-600"{" checked" if v == "zongyuan" else ""}><span class="ml-3 text-sm">{n}</span></label>' for v, n in (("zongyuan", "總院區"), ("beihu", "北護分院"), ("jinshan", "金山分院"), ("hsinchu", "新竹分院"), ("yunlin", "雲林分院")))
            return self._clean(d, self._html(d, "登入 PORTAL", f"""<form method="POST" action="/login" class="space-y-6 rounded-3xl bg-white p-8 shadow-xl" aria-label="登入表單">{self._csrf(d)}
<fieldset><legend class="text-sm font-medium">院區</legend><div class="mt-2 grid grid-cols-3 gap-3">{sites}</div></fieldset>
{self._field(d, '帳號', 'staff_no', d['old'].get('staff_no', ''), hint='6 位數字', more='inputmode="numeric" autocomplete="username"')}{self._field(d, '密碼', 'secret', kind='password', more='autocomplete="current-password"')}
<div class="flex items-end gap-4"><div class="grow">{self._field(d, '驗證碼 <span class="text-slate-400">(不用區分大小寫)</span>', 'challenge', more='autocomplete="off"')}</div><img src="/login/challenge?v={secrets.token_hex(4)}" alt="驗證碼圖片" class="h-12 rounded-lg"><a href="/login" aria-label="更新圖片" class="p-3">{SVG}</a></div>
<button type="submit" class="{BTN}"><span>登入</span>{SVG}</button></form>""", '<nav aria-label="主要" class="hidden gap-6 md:flex"><a href="#">數位學習</a><a href="#">差勤系統</a><a href="#">表單下載</a></nav>'))
        if not inside:
            d["toast"].append(("bad", "請先登入"))
            return redirect("/login")
        if q.path == "/logout" and q.method == "POST":
            self.takes(q)
            if not self._good(q, d):
                return self._gone()
            t.sessions.discard(f"portal:{d['id']}")
            t.counts["sign_out_portal"] += 1
            d["toast"].append(("ok", "您已登出，再見！"))
            return redirect("/login", status=303)
        if q.path.startswith("/apps/"):
            app = {"/apps/password": "/me/password", "/apps/contact": "/me/contact"}.get(q.path)
            if not app:
                d["toast"].append(("bad", "此服務尚未對您開放"))
                return redirect("/dashboard")
            key = secrets.token_hex(16)
            self.passes[key] = d["id"]
            return redirect(f"{self.urls['inner']}{app}?SESSION={key}")
        if q.path == "/dashboard":
            cards = "".join(f'<a href="/apps/{u}" class="group block rounded-2xl bg-white p-6 shadow-sm ring-1 ring-slate-200 transition hover:shadow-lg"><div class="mb-3 flex h-10 w-10 items-center justify-center rounded-lg bg-teal-50">{SVG}</div><h3 class="font-semibold">{h}</h3><p class="mt-1 text-sm text-slate-500">{s}</p></a>'
                            for u, h, s in (("password", "更改密碼", "Change password"), ("signature", "個人簽章提醒設定", "Signature reminders"), ("payroll", "員工待遇福利查詢", "Payroll"), ("directory", "查詢員工連絡資料", "Directory"), ("contact", "維護個人連絡資料", "Contact information"), ("records", "個人就醫紀錄查詢", "Medical records")))
            return self._html(d, f"{t.person.name}，您好!", f"""<section aria-labelledby="news" class="mb-10 rounded-2xl bg-amber-50 p-6"><h2 id="news" class="font-semibold">全院公告 2</h2><ul class="mt-2 text-sm"><li>請全院同仁填報「薪資所得免稅額申報表」</li><li>新版 Portal 已上線</li></ul></section>
<section aria-labelledby="me"><h2 id="me" class="mb-4 text-xl font-semibold">個人管理</h2><div class="grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-3">{cards}</div></section>""",
                f'<form role="search" action="/apps/search" class="hidden md:block"><label for="kw" class="sr-only">搜尋服務</label><input id="kw" name="kw" type="search" placeholder="搜尋服務"></form><form method="POST" action="/logout">{self._csrf(d)}<button type="submit" class="{GHOST}">{SVG}<span>登出</span></button></form>')
        return Response("<!DOCTYPE html><title>404</title><p>找不到頁面</p>", 404)

    # ------------------------------------------------------------------ inner
    def inner(self, q: Request) -> Response:
        d = self._open(q)
        return self._close(q, d, self._inner(q, d))

    def _inner(self, q: Request, d: dict) -> Response:
        t, key = self.truth, q.query.get("SESSION", "")
        if key in self.passes:
            d["portal"] = self.passes.pop(key)
            return redirect(q.path)
        up = self.urls["portal"]
        if f"portal:{d.get('portal')}" not in t.sessions:
            return redirect(up + "/login")
        back = f'<p class="mt-8"><a href="{up}/dashboard" class="{GHOST}">{SVG}<span>回功能選單</span></a></p>'
        crumbs = (("個人管理", up + "/dashboard"),)
        if q.path == "/me/password":
            if q.method == "POST":
                self.takes(q, current_password="old_password", password="new_password", password_confirmation="new_password_again")
                if not self._good(q, d) or q.get("_method") != "PUT":
                    return self._gone()
                new, wrong = q.get("password"), {}
                if q.get("current_password") != t.portal_password:
                    wrong["current_password"] = "舊密碼不對"
                elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                    wrong["password"] = "新密碼至少要 8 個字元，並同時包含英文與數字"
                elif new != q.get("password_confirmation"):
                    wrong["password_confirmation"] = "兩次輸入的新密碼不一樣"
                if wrong:
                    t.counts["password_refused"] += 1
                    return self._wrong(d, "/me/password", **wrong)
                t.portal_password = new
                t.counts["password_changed"] += 1
                d["toast"].append(("ok", "完成！您的 PORTAL 密碼已經更新"))
                return redirect("/me/password", status=303)
            return self._clean(d, self._html(d, "更改密碼", f"""<form method="POST" action="/me/password" class="space-y-6 rounded-3xl bg-white p-8">{self._csrf(d, 'PUT')}
{self._field(d, '請輸入舊密碼', 'current_password', kind='password', more='autocomplete="current-password"')}{self._field(d, '請輸入新密碼', 'password', kind='password', more='autocomplete="new-password"')}{self._field(d, '請再輸入新密碼', 'password_confirmation', kind='password', more='autocomplete="new-password"')}
<div><span class="text-sm">密碼強度檢核</span><div role="meter" aria-valuemin="0" aria-valuemax="4" aria-valuenow="0" class="h-2 rounded bg-slate-200"></div></div>
<aside class="rounded-xl bg-slate-100 p-4 text-sm"><p class="font-medium">密碼設定條件</p><ol class="list-decimal pl-5"><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol></aside>
<button type="submit" class="{BTN}">{SVG}<span>更新密碼</span></button></form>{back}""", crumbs=(*crumbs, ("更改密碼", ""))))
        if q.path == "/me/contact":
            names = {"surname_en": "english_surname", "given_en": "english_given", "middle_en": "english_middle", "office": "office_phone", "home": "home_phone", "mobile": "mobile_phone"}
            if q.method == "POST":
                self.takes(q, mobile="mobile_phone")
                if not self._good(q, d) or q.get("_method") != "PATCH" or not all(q.has(k) for k in names):
                    return self._gone()
                if not re.fullmatch(r"09\d{8}", q.get("mobile").strip()):
                    return self._wrong(d, "/me/contact", mobile="行動電話需為 09 開頭的 10 位數字")
                t.saved_contact = {v: q.get(k).strip() for k, v in names.items()}
                t.counts["contact_saved"] += 1
                d["toast"].append(("ok", "連絡資料已儲存"))
                return redirect("/me/contact", status=303)
            v = {k: t.saved_contact.get(n, getattr(t.person, n)) for k, n in names.items()}
            return self._clean(d, self._html(d, "維護個人連絡資料", f"""<dl class="mb-6 grid grid-cols-2"><div><dt class="text-sm text-slate-500">員工編號</dt><dd>{t.person.employee_id}</dd></div><div><dt class="text-sm text-slate-500">姓名</dt><dd>{t.person.name}</dd></div></dl>
<form method="POST" action="/me/contact" id="contact-form" class="grid grid-cols-1 gap-6 md:grid-cols-2">{self._csrf(d, 'PATCH')}
{self._field(d, '英文姓', 'surname_en', v['surname_en'], hint='ex:Chen(陳)')}{self._field(d, '英文首名', 'given_en', v['given_en'], hint='ex: Yi-Fen(怡芬)')}{self._field(d, '英文中名', 'middle_en', v['middle_en'], hint='ex:Mary 為英文別名，如無，可不填')}
{self._field(d, '辦公室電話', 'office', v['office'], 'tel', 'ex:61234或23123456')}{self._field(d, '住宅電話', 'home', v['home'], 'tel', 'ex:0223123456')}{self._field(d, '行動電話', 'mobile', v['mobile'], 'tel', 'ex:0952000000 (如離職或更換門號，請記得調整此欄位)')}
</form><div class="mt-6 flex justify-end"><button type="submit" form="contact-form" class="{BTN}">{SVG}<span>異動儲存</span></button></div>{back}""", crumbs=(*crumbs, ("維護個人連絡資料", ""))))
        return Response("<!DOCTYPE html><title>404</title><p>找不到頁面</p>", 404)

    # ------------------------------------------------------------------ account
    def account(self, q: Request) -> Response:
        d = self._open(q)
        return self._close(q, d, self._account(q, d))

    def _account(self, q: Request, d: dict) -> Response:
        t = self.truth
        if q.path == "/":
            card = "group flex items-center justify-between rounded-2xl bg-white p-6 ring-1 ring-slate-200 hover:ring-teal-500"
            return self._html(d, "網路帳號服務", f"""<p class="mb-8 text-slate-600">說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<section class="mb-6 rounded-2xl bg-white p-6"><h2 class="font-semibold">《規範》</h2><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul class="list-disc pl-5 text-sm"><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li></ul></section>
<section class="mb-6 space-y-2"><h2 class="font-semibold">《常見問題與服務》</h2><details class="rounded-xl bg-white p-4"><summary>密碼修改後多久可以生效</summary><p>即時生效。</p></details><details class="rounded-xl bg-white p-4"><summary>忘記密碼</summary><p>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></details></section>
<nav aria-label="服務項目" class="grid gap-4"><a class="{card}" href="/activate"><span><strong class="block">啟用網路帳號及首次雲端帳號密碼設定</strong><span class="text-sm text-slate-500">啟用本院微軟相關服務，如：Office365, Outlook...</span></span>{SVG}</a>
<a class="{card}" href="/reset"><span><strong class="block">重置雲端服務密碼</strong><span class="text-sm text-slate-500">重設非Portal帳號的密碼</span></span>{SVG}</a><a class="{card}" href="/"><span><strong class="block">總院廠商VPN展延申請</strong></span>{SVG}</a></nav>""")
        m = re.fullmatch(r"/(activate|reset)(/phone|/verify|/profile|/complete)?", q.path)
        if q.path == "/bye" and q.method == "POST":
            self.takes(q)
            if not self._good(q, d):
                return self._gone()
            return self._bye(d)
        if not m:
            return Response("<!DOCTYPE html><title>404</title><p>找不到頁面</p>", 404)
        kind, part = m[1], m[2] or ""
        title = "啟用網路帳號及首次雲端帳號密碼設定" if kind == "activate" else "重置雲端服務密碼"
        post = q.method == "POST"
        if post:
            self.takes(q, staff_no="employee_id", otp="code", phone="registered_phone", alias="alias", cloud_password="cloud_password", cloud_password_confirmation="cloud_password_again")
            if not self._good(q, d):
                return self._gone()
        if part == "" and post:
            d["emp"] = q.get("staff_no").strip()
            if q.get("intent") == "sms":
                if not re.fullmatch(r"\d{6}", d["emp"]):
                    return self._wrong(d, f"/{kind}", staff_no="請輸入 6 位數字的員工編號")
                d["ask"] = kind
                return redirect(f"/{kind}/phone", status=303)
            otp = d.get("otp")
            if not otp:
                return self._wrong(d, f"/{kind}", otp="請先發送簡訊動態碼")
            wrong = "動態碼超過 2 分鐘，已失效" if time.time() - otp[1] > 120 else "動態碼不對，請再確認" if q.get("otp").strip() != otp[0] or d["emp"] != t.person.employee_id or otp[2] != kind else ""
            if wrong:
                t.counts["code_refused"] += 1
                return self._wrong(d, f"/{kind}", otp=wrong)
            d.pop("otp")
            d["proved"] = kind
            t.counts["code_accepted"] += 1
            t.sessions.add(f"account:{d['id']}")
            return redirect(f"/{kind}/profile", status=303)
        if part == "":
            return self._clean(d, self._html(d, title, f"""<aside class="mb-6 rounded-2xl bg-sky-50 p-6 text-sm"><h2 class="font-semibold">注意事項</h2><ul class="list-disc pl-5"><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></aside>
<form method="POST" action="/{kind}" class="space-y-6 rounded-3xl bg-white p-8">{self._csrf(d)}{self._field(d, '網路帳號 / 主職員工編號', 'staff_no', d.get('emp', ''), more='inputmode="numeric" maxlength="6"')}
<button type="submit" name="intent" value="sms" class="{GHOST}">{SVG}<span>發送簡訊動態碼</span></button>
{self._field(d, '簡訊(或MOTP)動態碼', 'otp', more='autocomplete="one-time-code"')}<div class="flex justify-end"><button type="submit" name="intent" value="next" class="{BTN}"><span>下一步</span>{SVG}</button></div></form>""", crumbs=(("首頁", "/"), (title, ""))))
        if part == "/phone" and d.get("ask") == kind:
            if post:
                if q.get("phone").strip() != (t.saved_contact.get("mobile_phone") or t.person.mobile_phone) or d["emp"] != t.person.employee_id:
                    return self._wrong(d, f"/{kind}/phone", phone="與登記的手機門號不同，沒有發送簡訊")
                d.pop("ask")
                d["otp"] = (t.new_message(), time.time(), kind)
                d["toast"].append(("ok", "動態碼簡訊發送成功。成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"))
                return redirect(f"/{kind}", status=303)
            return self._clean(d, self._html(d, title, f"""<section role="dialog" aria-modal="true" aria-labelledby="dlg" class="mx-auto max-w-md rounded-3xl bg-white p-8 shadow-2xl"><h2 id="dlg" class="mb-4 text-lg font-semibold">發送動態碼</h2><form method="POST" action="/{kind}/phone" class="space-y-6">{self._csrf(d)}
{self._field(d, '請輸入帳號登記的手機門號(10碼)', 'phone', kind='tel', more='maxlength="10" inputmode="tel"')}<div class="flex gap-3"><button type="submit" class="{BTN}">{SVG}<span>確定發送</span></button><a href="/{kind}" class="{GHOST}">取消</a></div></form></section>"""))
        if part == "/complete" and d.get("done") == kind:
            text = f"{t.alias}@ntuh.gov.tw 已為您準備好了！雲端服務將於隔日生效。" if kind == "activate" else "新的雲端服務密碼設定好了！"
            return self._html(d, "大功告成", f'<div class="rounded-3xl bg-white p-10 text-center" role="status">{SVG}<p class="text-lg">{text}</p></div>', self._leave(d))
        if part == "/profile" and d.get("proved") == kind and f"account:{d['id']}" in t.sessions:
            if post:
                return self._save(q, d, kind)
            return self._clean(d, self._profile(d, kind))
        return redirect(f"/{kind}")

    def _leave(self, d: dict) -> str:
        return f'<form method="POST" action="/bye">{self._csrf(d)}<button type="submit" class="{GHOST}">登出</button></form>'

    def _bye(self, d: dict) -> Response:
        if f"account:{d['id']}" in self.truth.sessions:
            self.truth.sessions.discard(f"account:{d['id']}")
            self.truth.counts["sign_out_account"] += 1
        for k in ("proved", "otp", "done", "emp", "ask"):
            d.pop(k, None)
        d["toast"].append(("ok", "您已離開帳號服務"))
        return redirect("/", status=303)

    def _profile(self, d: dict, kind: str) -> Response:
        t, p = self.truth, self.truth.person
        facts = "".join(f'<div class="flex justify-between border-b py-3"><dt class="text-slate-500">{a}</dt><dd class="font-medium">{b}</dd></div>' for a, b in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        title = "設定密碼與郵件別名" if kind == "activate" else "重置雲端服務密碼"
        if kind == "activate" and t.alias:
            return self._html(d, title, f'<dl>{facts}<div class="flex justify-between py-3"><dt>雲端服務帳號 (電子郵件名稱)</dt><dd>{t.alias}@ntuh.gov.tw</dd></div></dl><p class="mt-6 rounded-xl bg-emerald-50 p-4">您的雲端服務帳號目前為<strong>已啟用</strong>狀態，不必再設定一次。</p>', self._leave(d))
        name = self._field(d, "雲端服務帳號 (電子郵件名稱)", "alias", d["old"].get("alias", ""), hint="@ntuh.gov.tw　名稱長度限64字元內", more='maxlength="64" autocapitalize="none"') if kind == "activate" else ""
        keys = (f'<button type="submit" name="intent" value="cancel" class="{GHOST}">取消啟用</button><button type="submit" name="intent" value="activate" class="{BTN}">{SVG}<span>啟用雲端服務</span></button><small>服務於設定完成隔日生效</small>'
                if kind == "activate" else f'<button type="submit" name="intent" value="reset" class="{BTN}"><span>儲存新密碼</span></button>')
        return self._html(d, title, f"""<dl class="mb-8 rounded-2xl bg-white p-6">{facts}</dl><form method="POST" action="/{kind}/profile" class="space-y-6 rounded-3xl bg-white p-8">{self._csrf(d)}{name}
{self._field(d, '雲端服務密碼', 'cloud_password', kind='password', hint='至少 8 個字元，需有英文與數字', more='autocomplete="new-password"')}{self._field(d, '再輸入一次雲端服務密碼', 'cloud_password_confirmation', kind='password', more='autocomplete="new-password"')}
<div class="flex flex-wrap items-center justify-end gap-3">{keys}</div></form>""", self._leave(d))

    def _save(self, q: Request, d: dict, kind: str) -> Response:
        t, alias, pw = self.truth, q.get("alias").strip(), q.get("cloud_password")
        if q.get("intent") == "cancel":
            return self._bye(d)
        d["old"] = {"alias": alias}
        here = f"/{kind}/profile"
        if q.get("intent") != kind:
            return self._gone()
        if kind == "activate" and t.alias:
            return self._wrong(d, here, alias="這個帳號已經啟用過，不能再次啟用")
        if kind == "reset" and not t.alias:
            return self._wrong(d, here, cloud_password="請先啟用雲端服務帳號")
        if kind == "activate" and not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{0,63}", alias):
            return self._wrong(d, here, alias="電子郵件名稱請用英文字母開頭，只能有英數字、點、底線與減號")
        if kind == "activate" and alias.lower() == "taken.name":
            return self._wrong(d, here, alias="這個名稱已經有人用了")
        if len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search("[0-9]", pw):
            return self._wrong(d, here, cloud_password="密碼至少 8 個字元，需有英文與數字")
        if pw != q.get("cloud_password_confirmation"):
            return self._wrong(d, here, cloud_password_confirmation="兩次密碼不相同")
        t.cloud_password = pw
        d["done"] = kind
        if kind == "activate":
            t.alias = alias
            t.counts["activated"] += 1
        return redirect(f"/{kind}/complete", status=303)

    # ------------------------------------------------------------------ mail
    def mail(self, q: Request) -> Response:
        d = self._open(q)
        return self._close(q, d, self._mail(q, d))

    def _mail(self, q: Request, d: dict) -> Response:
        t, me = self.truth, f"mail:{d['id']}"
        if q.path == "/captcha":
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5), "PNG"), kind="image/png")
        if q.path == "/signout" and q.method == "POST":
            self.takes(q)
            if not self._good(q, d):
                return self._gone()
            if me in t.sessions:
                t.sessions.discard(me)
                t.counts["sign_out_mail"] += 1
            return redirect("/signin", status=303)
        if q.path == "/inbox" and me in t.sessions:
            return self._html(d, "收件匣", '<ul role="list" class="divide-y rounded-2xl bg-white"><li class="p-4"><p class="font-medium">資訊室</p><p class="text-sm text-slate-500">歡迎使用雲端信箱</p></li></ul>', f'<span>{t.alias}@ntuh.gov.tw</span><form method="POST" action="/signout">{self._csrf(d)}<button class="{GHOST}">登出</button></form>')
        if q.path != "/signin":
            return redirect("/inbox" if q.path != "/inbox" and me in t.sessions else "/signin")
        if q.method == "POST":
            self.takes(q, account="mail_account", passphrase="mail_password", captcha="captcha")
            want, t.captcha = t.captcha, ""
            if not self._good(q, d):
                return self._gone()
            if not want or q.get("captcha").strip() != want:
                return self._wrong(d, "/signin", captcha="驗證碼不正確")
            if not t.alias or q.get("account").strip().lower().removesuffix("@ntuh.gov.tw") != t.alias.lower() or q.get("passphrase") != t.cloud_password:
                return self._wrong(d, "/signin", account="帳號或密碼不正確，無法登入")
            t.sessions.add(me)
            t.counts["mail_sign_in"] += 1
            return redirect("/inbox", status=303)
        return self._clean(d, self._html(d, "電子郵件", f"""<form method="POST" action="/signin" class="space-y-6 rounded-3xl bg-white p-8">{self._csrf(d)}{self._field(d, '帳號', 'account', more='autocomplete="username"')}{self._field(d, '密碼', 'passphrase', kind='password')}
{self._field(d, '驗證碼(小寫字母或數字)', 'captcha', more='autocomplete="off"')}<img src="/captcha?{secrets.token_hex(3)}" alt="驗證碼圖片"><label class="flex items-center gap-2"><input type="checkbox" name="remember" value="1" class="rounded">記住登入資訊 (公用電腦請勿勾選)</label>
<button type="submit" class="{BTN}"><span>登入</span></button></form><section class="mt-8"><h2>公佈欄</h2><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p></section>"""))

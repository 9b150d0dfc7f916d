"""A hospital whose sites were rebuilt on a government design system (2024)."""

from __future__ import annotations

import re
import secrets
import sys
import time
from html import escape as e

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402

CSS = ("body{font:1.125rem/1.8 'Noto Sans TC',sans-serif;margin:0;color:#1b1b1b}h1{font-size:2.5rem}h2{font-size:1.75rem}"
       ".gov-banner{background:#f0f0f0;padding:.25rem 1rem;font-size:.875rem}.wrap{max-width:60rem;margin:auto;padding:1rem}"
       ".skip{position:absolute;left:-999px}.steps{display:flex;list-style:none;padding:0}.steps li{flex:1;border-top:6px solid #ccc}"
       ".steps li[aria-current]{border-color:#005ea2;font-weight:bold}.field--error{border-left:4px solid #b50909;padding-left:1rem}"
       ".error-message{color:#b50909;font-weight:bold}.btn{background:#005ea2;color:#fff;border:0;padding:.75rem 1.5rem;font-size:1.125rem}"
       ".btn small{display:block}.btn--outline{background:#fff;color:#005ea2;border:2px solid}dl.facts{display:grid;grid-template-columns:14rem 1fr}"
       ".alert{border-left:.5rem solid #00a91c;background:#ecf3ec;padding:1rem}.alert--error{border-color:#b50909;background:#f4e3db}")


class TheSite(Site):
    title = "government_design_2024"

    def __init__(self) -> None:
        super().__init__()
        self.pages: dict[str, str] = {}      # one-time tokens of forms -> form
        self.pictures: dict[str, str] = {}   # picture key -> text
        self.people: set[str] = set()        # portal sessions
        self.tickets: dict[str, str] = {}
        self.inside: dict[str, str] = {}     # inner cookie -> portal session
        self.proofs: dict[str, dict] = {}    # account cookie -> state
        self.readers: set[str] = set()
        self.flash: dict[str, str] = {}

    # ---- the look
    def shell(self, name: str, heading: str, main: str, *, nav: str = "", crumbs: tuple = (), extra: tuple = ()) -> Response:
        trail = "".join(f'<li class="breadcrumb__item">{c}</li>' for c in (*crumbs, f'<span aria-current="page">{heading}</span>'))
        body = f"""<!doctype html>
<html lang="zh-Hant-TW"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{heading} | {name}</title><style>{CSS}</style></head>
<body><a class="skip" href="#main-content" title="跳到主要內容">跳到主要內容區塊 Skip to main content</a>
<section class="gov-banner" aria-label="網站身分">醫學中心資訊服務網站　<a href="#sitemap" accesskey="M">網站導覽</a></section>
<header class="wrap" id="U"><a accesskey="U" href="#U" title="上方功能區塊">:::</a> <strong>{name}</strong> {nav}</header>
<nav class="wrap" aria-label="頁面路徑"><ol class="breadcrumb">{trail}</ol></nav>
<main class="wrap" id="main-content"><a accesskey="C" href="#main-content" title="主要內容區塊">:::</a>
<h1>{heading}</h1>
{main}
</main>
<footer class="wrap" id="sitemap"><hr><p>資訊室服務分機 261120　通過無障礙 AA 檢測　最後更新：113-11-05</p></footer></body></html>"""
        return Response(body, headers=[("Cache-Control", "no-store"), *extra])

    def token(self, form: str) -> str:
        value = secrets.token_urlsafe(24)
        self.pages[value] = form
        return f'<input type="hidden" name="form_token" value="{value}">'

    def fresh(self, request: Request, form: str) -> bool:
        return self.pages.pop(request.get("form_token"), "") == form

    @staticmethod
    def field(name: str, label: str, en: str, *, kind: str = "text", value: str = "", hint: str = "", error: str = "", more: str = "", after: str = "") -> str:
        bad = f'<p class="error-message" id="{name}-error"><span class="sr">錯誤：</span>{error}</p>' if error else ""
        about = f'<p class="hint" id="{name}-hint">{hint}</p>' if hint else ""
        described = " ".join(([f"{name}-hint"] if hint else []) + ([f"{name}-error"] if error else []))
        return (f'<div class="field{" field--error" if error else ""}"><label for="id-{name}"><span>{label}</span> '
                f'<small lang="en">{en}</small></label>{about}{bad}'
                f'<div class="control"><input id="id-{name}" name="{name}" type="{kind}" value="{e(value)}" aria-describedby="{described}" {more}>{after}</div></div>')

    @staticmethod
    def summary(errors: dict[str, str]) -> str:
        if not errors:
            return ""
        rows = "".join(f'<li><a href="#id-{k}">{v}</a></li>' for k, v in errors.items())
        return f'<div class="alert alert--error" role="alert" tabindex="-1"><h2>資料有誤，請修正</h2><ul>{rows}</ul></div>'

    @staticmethod
    def steps(at: int, *names: str) -> str:
        return '<ol class="steps" aria-label="申辦進度">' + "".join(
            f'<li{" aria-current=step" if i == at else ""}>步驟 {i}<br>{n}</li>' for i, n in enumerate(names, 1)) + "</ol>"

    def captcha_field(self, hint: str, error: str) -> str:
        self.key = secrets.token_hex(10)
        self.pictures[self.key] = ""
        return (f'<input type="hidden" name="captcha_key" value="{self.key}">' + self.field(
            "captcha_value", "驗證碼", "Verification code", hint=hint, error=error, more='maxlength="6" autocomplete="off" required',
            after=f' <img src="/captcha/{self.key}.png" alt="圖形驗證碼" width="120" height="36"> <a href="">更新圖片 Refresh</a>'))

    def draw(self, path: str, letters: str) -> Response:
        key = path.split("/")[-1].removesuffix(".png")
        if key not in self.pictures:
            return Response("Not Found", 404)
        text = self.pictures[key] = self.truth.new_captcha(letters)
        return Response(picture(text, "PNG"), kind="image/png", headers=[("Cache-Control", "no-store")])

    def seen(self, request: Request) -> bool:
        text = self.pictures.pop(request.get("captcha_key"), "")
        return bool(text) and text == self.truth.captcha and request.get("captcha_value").strip().lower() == text.lower()

    # ---- the portal
    def portal(self, request: Request) -> Response:
        p, sid = request.path, request.cookies.get("gds_portal", "")
        if p.startswith("/captcha/"):
            return self.draw(p, "123456789BDFHJLNPRTVXZ")
        if p == "/":
            return redirect("/zh-tw/signin/")
        if p == "/zh-tw/signin/":
            if request.method == "POST":
                self.takes(request, campus="campus", user_id="employee_id", user_secret="portal_password", captcha_value="captcha")
                return self.sign_in(request)
            return self.sign_in_page({}, "")
        if sid not in self.people:
            return redirect("/zh-tw/signin/")
        if p == "/zh-tw/signout/" and request.method == "POST":
            self.takes(request)
            if not self.fresh(request, "out"):
                return redirect("/zh-tw/home/")
            self.people.discard(sid)
            self.truth.sessions.discard("portal:" + sid)
            self.truth.counts["sign_out_portal"] += 1
            return redirect("/zh-tw/signin/", ("Set-Cookie", "gds_portal=; Path=/; Max-Age=0"))
        if p.startswith("/zh-tw/service/"):
            ticket = secrets.token_hex(16)
            self.tickets[ticket] = sid
            return redirect(f"{self.urls['inner']}/enter/?ticket={ticket}&next={p.split('/')[3]}")
        if p != "/zh-tw/home/":
            return Response("<h1>找不到頁面</h1>", 404)
        out = (f'<form method="post" action="/zh-tw/signout/" class="signout">{self.token("out")}'
               '<button class="btn btn--outline" type="submit">登出 <span lang="en">Sign out</span></button></form>')
        main = f"""<p class="lead">{self.truth.person.name} 您好！</p>
<form role="search" action="/zh-tw/home/" method="get"><label for="q">站內搜尋</label><input id="q" name="q" type="search"><button>搜尋</button></form>
<h2>個人管理 <small lang="en">My account</small></h2><ul class="service-list">
<li><a href="/zh-tw/service/password/">更改密碼<br><small lang="en">Change password</small></a></li>
<li><a href="/zh-tw/service/sign/">個人簽章提醒設定</a></li><li><a href="/zh-tw/service/lookup/">查詢員工連絡資料</a></li>
<li><a href="/zh-tw/service/contact/">維護個人連絡資料<br><small lang="en">Contact details</small></a></li>
<li><a href="/zh-tw/service/visits/">個人就醫紀錄查詢</a></li></ul>
<h2>全院公告</h2><dl><dt><time datetime="2024-11-05">113-11-05</time></dt><dd>請同仁定期更新密碼，並留意社交工程郵件。</dd></dl>"""
        return self.shell("員工入口 PORTAL", "功能選單", main, nav=out)

    def sign_in_page(self, errors: dict[str, str], user: str) -> Response:
        main = f"""{self.summary(errors)}<form method="post" action="/zh-tw/signin/" novalidate>{self.token("signin")}
<div class="field"><label for="id-campus">院區 <small lang="en">Campus</small></label><select id="id-campus" name="campus">
<option value="">請選擇</option><option value="T0" selected>總院區</option><option value="T4">新竹分院</option><option value="Y0">雲林分院</option></select></div>
{self.field("user_id", "帳號", "Employee ID", value=user, hint="6 位數數字", error=errors.get("user_id", ""), more='inputmode="numeric" autocomplete="username" required')}
{self.field("user_secret", "密碼", "Password", kind="password", more='autocomplete="current-password" required', error=errors.get("user_secret", ""))}
{self.captcha_field("不用區分大小寫", errors.get("captcha_value", ""))}
<p><button class="btn" type="submit">登入系統<small lang="en">Sign in</small></button></p></form>
<details><summary>登入遇到問題？</summary><p>請撥資訊室分機 261120。</p></details>"""
        return self.shell("員工入口 PORTAL", "登入本院 PORTAL 系統", main)

    def sign_in(self, request: Request) -> Response:
        t, user, errors = self.truth, request.get("user_id").strip(), {}
        known = self.fresh(request, "signin")
        seen = self.seen(request)
        if not known:
            errors["user_id"] = "表單已逾時，請重新填寫。"
        elif not seen:
            errors["captcha_value"] = "您輸入的文字與圖片不符，請依新的圖片再輸入一次。"
        elif request.get("campus") not in ("T0", "T4", "Y0"):
            errors["campus"] = "請選擇院區。"
        elif user != t.person.employee_id or request.get("user_secret") != t.portal_password:
            errors["user_secret"] = "帳號或密碼不正確，請確認後再試。"
        if errors:
            t.counts["sign_in_refused"] += 1
            return self.sign_in_page(errors, user)
        sid = secrets.token_hex(16)
        self.people.add(sid)
        t.sessions.add("portal:" + sid)
        t.counts["sign_in"] += 1
        return redirect("/zh-tw/home/", ("Set-Cookie", f"gds_portal={sid}; Path=/; HttpOnly; SameSite=Lax"))

    # ---- the inner pages
    def inner(self, request: Request) -> Response:
        t, p, home = self.truth, request.path, self.urls["portal"] + "/zh-tw/home/"
        if p == "/enter/":
            sid = self.tickets.pop(request.query.get("ticket", ""), "")
            if sid not in self.people:
                return redirect(self.urls["portal"] + "/zh-tw/signin/")
            me = secrets.token_hex(12)
            self.inside[me] = sid
            return redirect(f"/{request.query.get('next', '')}/", ("Set-Cookie", f"gds_inner={me}; Path=/; HttpOnly"))
        me = request.cookies.get("gds_inner", "")
        if self.inside.get(me) not in self.people:
            return redirect(self.urls["portal"] + "/zh-tw/signin/")
        crumbs = (f'<a href="{home}">回功能選單</a>', "個人管理")
        notice = self.flash.pop(me, "")
        good = f'<div class="alert" role="status"><h2>{notice}</h2></div>' if notice else ""
        errors: dict[str, str] = {}
        if p == "/password/":
            if request.method == "POST":
                self.takes(request, current="old_password", fresh1="new_password", fresh2="new_password_again")
                new = request.get("fresh1")
                if not self.fresh(request, "password"):
                    errors["current"] = "表單已逾時，請重新填寫。"
                elif request.get("current") != t.portal_password:
                    errors["current"] = "舊密碼輸入錯誤。"
                elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                    errors["fresh1"] = "新密碼須至少 8 個字元，並包含英文及數字。"
                elif new == t.portal_password:
                    errors["fresh1"] = "新密碼不可與舊密碼相同。"
                elif new != request.get("fresh2"):
                    errors["fresh2"] = "兩次輸入的新密碼不一致。"
                if not errors:
                    t.portal_password = new
                    t.counts["password_changed"] += 1
                    self.flash[me] = "您的密碼已完成變更"
                    return redirect("/password/done/", status=303)
                t.counts["password_refused"] += 1
            main = f"""{self.summary(errors)}<form method="post" action="/password/" novalidate>{self.token("password")}
{self.field("current", "請輸入舊密碼", "Current password", kind="password", error=errors.get("current", ""))}
{self.field("fresh1", "請輸入新密碼", "New password", kind="password", error=errors.get("fresh1", ""), more='autocomplete="new-password"')}
{self.field("fresh2", "請再輸入新密碼", "New password again", kind="password", error=errors.get("fresh2", ""), more='autocomplete="new-password"')}
<h2>密碼設定條件</h2><ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol>
<button class="btn" type="submit">更改密碼<small lang="en">Change password</small></button> <a class="btn btn--outline" href="{home}">回功能選單<small lang="en">Back</small></a></form>"""
            return self.shell("員工入口 PORTAL", "更改密碼", main, crumbs=crumbs)
        if p == "/password/done/":
            return self.shell("員工入口 PORTAL", "更改密碼結果", f'{good}<p>下次登入請使用新密碼。</p><a class="btn" href="{home}">回功能選單<small lang="en">Back to menu</small></a>', crumbs=crumbs)
        if p == "/contact/":
            return self.contact(request, me, good, crumbs, home)
        return self.shell("員工入口 PORTAL", "服務維護中", f'<p>本項服務尚未開放。</p><a href="{home}">回功能選單</a>', crumbs=crumbs)

    def contact(self, request: Request, me: str, good: str, crumbs: tuple, home: str) -> Response:
        t, who, errors = self.truth, self.truth.person, {}
        names = {"en_last": "english_surname", "en_first": "english_given", "en_alias": "english_middle",
                 "tel_office": "office_phone", "tel_home": "home_phone", "tel_mobile": "mobile_phone"}
        now = {n: t.saved_contact.get(k, getattr(who, k)) for n, k in names.items()}
        if request.method == "POST":
            self.takes(request, tel_mobile="mobile_phone")
            now = {n: request.get(n).strip() for n in names}
            if not self.fresh(request, "contact") or not all(request.has(n) for n in names):
                errors["en_last"] = "表單已逾時，請重新填寫。"
            elif not re.fullmatch(r"09\d{8}", now["tel_mobile"]):
                errors["tel_mobile"] = "請輸入 09 開頭的 10 碼門號。"
            else:
                t.saved_contact = {k: now[n] for n, k in names.items()}
                t.counts["contact_saved"] += 1
                self.flash[me] = "連絡資料已更新"
                return redirect("/contact/", status=303)
        rows = [("en_last", "英文姓", "Surname", "ex:Chen(陳)"), ("en_first", "英文首名", "Given name", "ex: Yi-Fen(怡芬)"),
                ("en_alias", "英文中名", "Middle name（選填）", "ex:Mary 為英文別名，如無，可不填"), ("tel_office", "辦公室電話", "Office", "ex:61234或23123456"),
                ("tel_home", "住宅電話", "Home", "ex:0223123456"), ("tel_mobile", "行動電話", "Mobile", "ex:0952000000（如離職或更換門號，請記得調整此欄位）")]
        fields = "".join(self.field(n, zh, en, hint=h, value=now[n], error=errors.get(n, ""), kind="tel" if n.startswith("tel") else "text") for n, zh, en, h in rows)
        main = f"""{good}{self.summary(errors)}<dl class="facts"><dt>員工編號</dt><dd>{who.employee_id}</dd><dt>姓名</dt><dd>{who.name}</dd></dl>
<form method="post" action="/contact/" novalidate>{self.token("contact")}{fields}
<button class="btn" type="submit">異動儲存<small lang="en">Save changes</small></button> <a href="{home}">回功能選單</a></form>"""
        return self.shell("員工入口 PORTAL", "維護個人連絡資料", main, crumbs=crumbs)

    # ---- the account site
    def account(self, request: Request) -> Response:
        p, t, sid = request.path, self.truth, request.cookies.get("gds_help", "")
        if p == "/":
            return self.shell("網路帳號服務", "網路帳號與雲端服務帳號", """<p>適用功能：本院雲端服務、電子郵件信箱、VPN、數位學習及院內非Portal之業務</p>
<section><h2>《規範》</h2><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用。</p><ul><li>使用本帳號發信、登入VPN，依本院資安規定進行系統記錄，請勿借用或盜用。</li>
<li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul></section>
<section><h2>《常見問題與服務》</h2><details><summary>密碼修改後多久可以生效</summary><p>即時生效。</p></details><details><summary>忘記密碼</summary><p>請親自以下方「重置雲端服務密碼」取得簡訊後進行密碼設定。</p></details></section>
<section><h2>線上申辦</h2><dl><dt><a class="btn" href="/apply/activate/">啟用網路帳號及首次雲端帳號密碼設定<small lang="en">Activate account</small></a></dt><dd>啟用本院微軟相關服務，如：Office365, Outlook...</dd>
<dt><a class="btn btn--outline" href="/apply/reset/">重置雲端服務密碼<small lang="en">Reset cloud password</small></a></dt><dd>重設非Portal帳號的密碼。從未使用請先啟用網路帳號。</dd></dl></section>""")
        if p == "/leave/" and request.method == "POST":
            self.takes(request)
            if self.fresh(request, "leave") and self.proofs.pop(sid, {}).get("ok"):
                t.sessions.discard("account:" + sid)
                t.counts["sign_out_account"] += 1
            return redirect("/", ("Set-Cookie", "gds_help=; Path=/; Max-Age=0"), status=303)
        found = re.fullmatch(r"/apply/(activate|reset)/(phone/|sent/|settings/|)", p)
        if not found:
            return Response("<h1>找不到頁面</h1>", 404)
        goal, part = found.groups()
        head = "啟用網路帳號及首次雲端帳號密碼設定" if goal == "activate" else "重置雲端服務密碼"
        base, st = f"/apply/{goal}/", self.proofs.get(sid)
        if part == "" or not st or st["goal"] != goal:
            return self.prove(request, head, base, goal, sid, st if st and st["goal"] == goal else None)
        if part == "phone/":
            error = ""
            if not st["id"]:
                return redirect(base)
            if request.method == "POST":
                self.takes(request, mobile_number="registered_phone")
                if not self.fresh(request, "phone" + sid):
                    error = "表單已逾時，請重新填寫。"
                elif st["id"] != t.person.employee_id or request.get("mobile_number").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                    error = "您輸入的門號與帳號登記的資料不符。"
                else:
                    st["code"], st["at"] = t.new_message(), time.time()
                    return redirect(base + "sent/", status=303)
            return self.shell("網路帳號服務", "確認手機門號", f"""{self.steps(1, "驗證身分", "設定帳號", "完成")}<form method="post" action="{base}phone/" novalidate>{self.token("phone" + sid)}
{self.field("mobile_number", "請輸入帳號登記的手機門號(10碼)", "Registered mobile number", kind="tel", error=error, more='maxlength="10" inputmode="numeric"')}
<button class="btn" type="submit">確定發送<small lang="en">Send</small></button> <a class="btn btn--outline" href="{base}">取消<small lang="en">Cancel</small></a></form>""")
        if part == "sent/":
            return self.shell("網路帳號服務", "動態碼簡訊發送成功", f'<div class="alert" role="status"><p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p></div><a class="btn" href="{base}">確定<small lang="en">OK</small></a>')
        if not st.get("ok"):
            return redirect(base)
        return self.settings(request, base, goal, sid)

    def prove(self, request: Request, head: str, base: str, goal: str, sid: str, st: dict | None) -> Response:
        t, errors, extra = self.truth, {}, ()
        if request.method == "POST":
            self.takes(request, net_account="employee_id", otp="code")
            if st is None or not self.fresh(request, "prove" + sid):
                errors["net_account"] = "表單已逾時，請重新填寫。"
            elif not re.fullmatch(r"\d{6}", request.get("net_account").strip()):
                errors["net_account"] = "請輸入 6 位數字的員工編號。"
            elif request.get("step") == "send":
                st["id"] = request.get("net_account").strip()
                return redirect(base + "phone/", status=303)
            elif not st["code"] or st["id"] != request.get("net_account").strip() or request.get("otp").strip() != st["code"]:
                errors["otp"] = "動態碼錯誤，請重新輸入。"
                t.counts["code_refused"] += 1
            elif time.time() - st["at"] > 120:
                errors["otp"] = "動態碼已超過 2 分鐘，請重新發送。"
                t.counts["code_refused"] += 1
            else:
                st["ok"], st["code"] = True, ""
                t.sessions.add("account:" + sid)
                t.counts["code_accepted"] += 1
                return redirect(base + "settings/", status=303)
        if st is None or st.get("ok"):
            sid, st = secrets.token_hex(16), {"goal": goal, "id": "", "code": "", "at": 0.0}
            self.proofs[sid] = st
            extra = (("Set-Cookie", f"gds_help={sid}; Path=/; HttpOnly"),)
        return self.shell("網路帳號服務", head, f"""{self.steps(1, "驗證身分", "設定帳號", "完成")}{self.summary(errors)}
<section><h2>注意事項</h2><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></section>
<form method="post" action="{base}" novalidate>{self.token("prove" + sid)}
{self.field("net_account", "網路帳號 / 主職員工編號", "Employee ID", value=st["id"], error=errors.get("net_account", ""), after='<button class="btn btn--outline" type="submit" name="step" value="send">發送簡訊動態碼<small lang="en">Send SMS code</small></button>')}
{self.field("otp", "簡訊(或MOTP)動態碼", "One-time code", error=errors.get("otp", ""), more='autocomplete="one-time-code" inputmode="numeric"')}
<button class="btn" type="submit" name="step" value="next">下一步<small lang="en">Next</small></button></form>""", crumbs=('<a href="/">首頁</a>',), extra=extra)

    def settings(self, request: Request, base: str, goal: str, sid: str) -> Response:
        t, who, errors, alias = self.truth, self.truth.person, {}, ""
        out = f'<form method="post" action="/leave/">{self.token("leave")}<button class="btn btn--outline">結束並登出 <span lang="en">Sign out</span></button></form>'
        if request.method == "POST":
            self.takes(request, mail_alias="alias", cloud_pw="cloud_password", cloud_pw2="cloud_password_again")
            alias, pw = request.get("mail_alias").strip(), request.get("cloud_pw")
            if not self.fresh(request, goal + sid):
                errors["cloud_pw"] = "表單已逾時，請重新填寫。"
            elif goal == "activate" and t.alias:
                errors["mail_alias"] = "此帳號先前已啟用，不能重複申請。"
            elif goal == "activate" and not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{2,63}", alias):
                errors["mail_alias"] = "名稱限英文字母開頭，可用英數字、點、底線及連字號，3 至 64 字元。"
            elif goal == "activate" and alias.lower() == "taken.name":
                errors["mail_alias"] = "這個名稱已有人使用，請換一個。"
            elif goal == "reset" and not t.alias:
                errors["cloud_pw"] = "尚未啟用網路帳號，請先辦理啟用。"
            elif len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search("[0-9]", pw):
                errors["cloud_pw"] = "密碼須至少 8 個字元，並包含英文及數字。"
            elif pw != request.get("cloud_pw2"):
                errors["cloud_pw2"] = "兩次輸入的密碼不一致。"
            if not errors:
                t.cloud_password = pw
                if goal == "activate":
                    t.alias = alias
                    t.counts["activated"] += 1
                done = "申辦完成，雲端服務帳號已啟用" if goal == "activate" else "雲端服務密碼已重新設定"
                return self.shell("網路帳號服務", "完成", f'{self.steps(3, "驗證身分", "設定帳號", "完成")}<div class="alert" role="status"><h2>{done}</h2><p>{e(t.alias)}@ntuh.gov.tw</p><p>服務於設定完成隔日生效。</p></div>{out}')
        facts = f"<dl class=\"facts\"><dt>網路帳號 / 主職員工編號</dt><dd>{who.employee_id}</dd><dt>帳號姓名</dt><dd>{who.name}</dd><dt>主職單位</dt><dd>{who.unit}</dd><dt>有效期限</dt><dd>{who.valid_until}</dd>"
        if goal == "activate" and t.alias:
            return self.shell("網路帳號服務", "設定密碼與郵件別名", f'{self.summary(errors)}{facts}<dt>雲端服務帳號 (電子郵件名稱)</dt><dd>{e(t.alias)}@ntuh.gov.tw</dd><dt>申辦狀態</dt><dd>本帳號已啟用，無須再次申請。</dd></dl>{out}')
        named = self.field("mail_alias", "雲端服務帳號 (電子郵件名稱)", "Mail name", value=alias, hint="名稱長度限64字元內", error=errors.get("mail_alias", ""), more='maxlength="64"', after=" @ntuh.gov.tw") if goal == "activate" else ""
        go = "啟用雲端服務<small lang=en>Activate</small>" if goal == "activate" else "重置雲端服務密碼<small lang=en>Reset</small>"
        no = "取消啟用" if goal == "activate" else "取消"
        return self.shell("網路帳號服務", "設定密碼與郵件別名" if goal == "activate" else "重置雲端服務密碼", f"""{self.steps(2, "驗證身分", "設定帳號", "完成")}{self.summary(errors)}{facts}</dl>
<form method="post" action="{base}settings/" novalidate>{self.token(goal + sid)}{named}
{self.field("cloud_pw", "設定雲端服務密碼", "Cloud password", kind="password", hint="至少 8 個字元，需包含英文及數字", error=errors.get("cloud_pw", ""), more='autocomplete="new-password"')}
{self.field("cloud_pw2", "再次輸入雲端服務密碼", "Cloud password again", kind="password", error=errors.get("cloud_pw2", ""), more='autocomplete="new-password"')}
<a class="btn btn--outline" href="/">{no}<small lang="en">Cancel</small></a> <button class="btn" type="submit">{go}</button><p>服務於設定完成隔日生效</p></form>{out}""")

    # ---- the webmail
    def mail(self, request: Request) -> Response:
        p, t, sid, error, user = request.path, self.truth, request.cookies.get("gds_mail", ""), {}, ""
        if p.startswith("/captcha/"):
            return self.draw(p, "abcdefghjkmnpqrstuvwxyz23456789")
        if p == "/inbox/" and sid in self.readers:
            return self.shell("電子信箱", "收件匣", f'<p>{e(t.alias)}@ntuh.gov.tw</p><table><caption>郵件清單</caption><tr><th scope="col">寄件者</th><th scope="col">主旨</th></tr><tr><td>資訊室</td><td>歡迎使用電子信箱</td></tr></table>',
                              nav=f'<form method="post" action="/signout/">{self.token("mailout")}<button class="btn btn--outline">登出 <span lang="en">Sign out</span></button></form>')
        if p == "/signout/" and request.method == "POST":
            self.takes(request)
            if sid in self.readers and self.fresh(request, "mailout"):
                self.readers.discard(sid)
                t.sessions.discard("mail:" + sid)
                t.counts["sign_out_mail"] += 1
            return redirect("/", ("Set-Cookie", "gds_mail=; Path=/; Max-Age=0"), status=303)
        if p != "/":
            return redirect("/")
        if request.method == "POST":
            self.takes(request, mailbox="mail_account", mailbox_pw="mail_password", captcha_value="captcha")
            user = request.get("mailbox").strip()
            known, seen = self.fresh(request, "mail"), self.seen(request)
            if not known:
                error["mailbox"] = "表單已逾時，請重新填寫。"
            elif not seen:
                error["captcha_value"] = "驗證碼輸入錯誤，請重新輸入。"
            elif not t.alias or user.removesuffix("@ntuh.gov.tw") != t.alias or request.get("mailbox_pw") != t.cloud_password:
                error["mailbox_pw"] = "信箱帳號或密碼錯誤。"
            else:
                sid = secrets.token_hex(16)
                self.readers.add(sid)
                t.sessions.add("mail:" + sid)
                t.counts["mail_sign_in"] += 1
                return redirect("/inbox/", ("Set-Cookie", f"gds_mail={sid}; Path=/; HttpOnly"), status=303)
        return self.shell("電子信箱", "登入電子信箱", f"""{self.summary(error)}<form method="post" action="/" novalidate>{self.token("mail")}
{self.field("mailbox", "帳號:", "Account", value=user, error=error.get("mailbox", ""), more='autocomplete="username"')}
{self.field("mailbox_pw", "密碼:", "Password", kind="password", error=error.get("mailbox_pw", ""))}
{self.captcha_field("小寫字母或數字", error.get("captcha_value", ""))}
<p><input type="checkbox" id="id-keep" name="keep" value="1"><label for="id-keep">記住登入資訊 (公用電腦請勿勾選)</label></p>
<button class="btn" type="submit">登入<small lang="en">Sign in</small></button></form><section><h2>公佈欄</h2><p>※如無法登入，請先至網路帳號服務網站變更密碼，謝謝。</p></section>""")

"""Spring Boot and Thymeleaf, by a contractor who gives talks on secure coding at night and writes his forms the same way."""

from __future__ import annotations

import hmac
import re
import secrets
import sys
import time
from html import escape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402

SAFE = [
    ("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate"), ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"),
    ("Content-Security-Policy", "default-src 'self'; script-src 'self'; form-action 'self'; frame-ancestors 'none'"), ("Referrer-Policy", "same-origin"),
]

class Web:
    """One Spring application: its sessions, its CSRF tokens, its one-time forms."""
    def __init__(self, cookie: str) -> None:
        self.cookie = cookie
        self.store: dict[str, dict] = {}
    def of(self, r: Request) -> tuple[str, dict]:
        sid = r.cookies.get(self.cookie, "")
        return sid, self.store.get(sid, {})
    def fresh(self, **values: object) -> tuple[str, tuple[str, str]]:
        sid = secrets.token_urlsafe(36)
        self.store[sid] = {"csrf": secrets.token_urlsafe(48), "forms": set(), "flash": None, **values}
        return sid, ("Set-Cookie", f"{self.cookie}={sid}; Path=/; HttpOnly; SameSite=Lax")
    def form_id(self, session: dict) -> str:
        form = secrets.token_hex(6)
        session["forms"].add(form)
        return form
    def hidden(self, session: dict, form: str) -> str:
        return f'<input type="hidden" name="_csrf" value="{session["csrf"]}"/><input type="hidden" name="formInstance" value="{form}"/>'
    def trouble(self, r: Request, session: dict) -> str:
        """Why this post must not be looked at, or ""."""
        if not session or not hmac.compare_digest(r.get("_csrf").encode(), session["csrf"].encode()):
            return "csrf"
        form = r.get("formInstance")
        if form not in session["forms"]:
            return "form"
        session["forms"].discard(form)
        return ""

class TheSite(Site):
    title = "Spring Boot and Thymeleaf by a security-minded contractor"
    def __init__(self) -> None:
        super().__init__()
        self.front, self.staff, self.identity, self.letters = Web("PSESSION"), Web("STAFFSESSION"), Web("IDSESSION"), Web("MSESSION")
        self.codes: dict[str, str] = {}

    # -- fragments/layout.html
    def layout(self, title: str, main: str, session: dict, out: str = "", cookie: tuple[str, str] | None = None, status: int = 200) -> Response:
        flash, note = session.get("flash"), ""
        if flash:
            session["flash"] = None
            role = "alert" if flash[0] == "error" else "status"
            note = f'<div class="notice notice--{flash[0]}" role="{role}"><p>{escape(flash[1])}</p></div>'
        return Response(f"""<!DOCTYPE html>
<html lang="zh-Hant-TW">
<head>
  <meta charset="UTF-8"/>
  <meta name="viewport" content="width=device-width, initial-scale=1"/>
  <meta name="robots" content="noindex, nofollow"/>
  <title>{title}｜臺大醫院</title>
  <link rel="stylesheet" href="/css/main.4f1d2c.css" integrity="sha384-oqVuAfXRKap7fdgcCY5uykM6" crossorigin="anonymous"/>
</head><body>
<header class="site-header"><strong>國立臺灣大學醫學院附設醫院</strong>{out}</header>
<main id="main">
{note}
{main}
</main><footer><small>為保護您的資料，閒置 15 分鐘將自動登出。資訊室 261120</small></footer>
<script src="/js/captcha-reload.9a77e0.js" defer="defer"></script></body></html>""", status, headers=[*SAFE, *([cookie] if cookie else [])])
    def logout_form(self, web: Web, session: dict, action: str = "/logout", word: str = "登出") -> str:
        return f'<form action="{action}" method="post" class="logout">{web.hidden(session, web.form_id(session))}<button type="submit" class="link">{word}</button></form>'
    def refused(self, why: str, back: str) -> Response:
        if why == "csrf":
            return Response('<!DOCTYPE html><html lang="zh-Hant-TW"><head><meta charset="UTF-8"/><title>403</title></head><body><h1>403 Forbidden</h1>'
                            f'<p>安全權杖無效，請<a href="{back}">重新開啟頁面</a>。</p></body></html>', 403, headers=SAFE)
        return redirect(back, *SAFE, status=303)

    # -- portal
    def portal(self, r: Request) -> Response:
        web, t = self.front, self.truth
        sid, session = web.of(r)
        if r.path == "/captcha":
            if r.query.get("c") not in self.codes:
                return Response("", 404)
            self.codes[r.query["c"]] = t.new_captcha()
            return Response(picture(t.captcha, "PNG", (132, 40)), kind="image/png", headers=SAFE)
        if r.path == "/login":
            return self.login(r, sid, session)
        if not session.get("user"):
            if r.method == "POST":
                self.takes(r)
            return redirect("/login", *SAFE)
        if r.path == "/logout" and r.method == "POST":
            self.takes(r)
            why = web.trouble(r, session)
            if why:
                return self.refused(why, "/menu")
            web.store.pop(sid)
            t.sessions.discard(f"portal:{sid}")
            t.counts["sign_out_portal"] += 1
            _, cookie = web.fresh(flash=("info", "您已安全登出。"))
            return redirect("/login", cookie, *SAFE, status=303)
        if r.path == "/":
            return redirect("/menu")
        if r.path == "/menu":
            links = [("更改密碼", "/me/password"), ("個人簽章提醒設定", "/me/seal"), ("員工待遇福利查詢", "/me/benefit"), ("查詢員工連絡資料", "/directory"),
                     ("維護個人連絡資料", "/handoff/contact"), ("個人就醫紀錄查詢", "/me/visits"), ("權限更改申請(總院)", "/me/roles")]
            items = "".join(f'<li><a href="{u}">{n}</a></li>' for n, u in links)
            return self.layout("功能選單", f"<h1>{t.person.name} 您好!</h1><nav aria-label='個人管理'><h2>個人管理</h2><ul>{items}</ul></nav><p>上次登入：2026-11-27 08:02（院內）</p>",
                               session, self.logout_form(web, session))
        if r.path == "/handoff/contact":
            ticket = secrets.token_urlsafe(24)
            session["ticket"] = ticket
            return redirect(f"{self.urls['inner']}/sso/accept?ticket={ticket}", *SAFE, status=303)
        if r.path == "/me/password":
            return self.password(r, session)
        return self.layout("無此頁面", '<h1>404</h1><p>無此頁面或您沒有權限。</p><a href="/menu">回功能選單</a>', session, status=404)
    def login(self, r: Request, sid: str, session: dict) -> Response:
        web, t, cookie = self.front, self.truth, None
        if r.method == "POST":
            self.takes(r, site="campus", username="employee_id", password="portal_password", captchaAnswer="captcha")
            why = web.trouble(r, session)
            if why:
                return self.refused(why, "/login")
            wanted = self.codes.pop(r.get("captchaKey"), "")
            user = r.get("username").strip()
            if not wanted or wanted != t.captcha or r.get("captchaAnswer").strip().upper() != wanted or r.get("nickname"):
                session["flash"] = ("error", "圖片中的文字輸入有誤，請再試一次。")
            elif r.get("site") not in ("NTUH", "HCH", "YLH") or not (user == t.person.employee_id and r.get("site") == "NTUH" and r.get("password") == t.portal_password):
                session["flash"] = ("error", "登入資訊有誤。基於安全考量，不提示是哪一項錯誤。")
            else:
                web.store.pop(sid)
                new, cookie = web.fresh(user=user)
                t.sessions.add(f"portal:{new}")
                t.counts["sign_in"] += 1
                return redirect("/menu", cookie, *SAFE, status=303)
            t.counts["sign_in_refused"] += 1
            session["typed"] = user
            return redirect("/login?error", *SAFE, status=303)
        if session.get("user"):
            return redirect("/menu", *SAFE)
        if not session:
            sid, cookie = web.fresh()
            session = web.store[sid]
        form, key = web.form_id(session), secrets.token_urlsafe(12)
        self.codes[key] = ""
        return self.layout("登入", f"""<section class="card" aria-labelledby="h-{form}">
  <h1 id="h-{form}">登入本院 PORTAL 系統</h1>
  <form id="f-{form}" action="/login" method="post" novalidate="novalidate">
    {web.hidden(session, form)}
    <input type="hidden" name="captchaKey" value="{key}"/>
    <fieldset class="radios"><legend>院區</legend>
      <label><input type="radio" name="site" value="NTUH" checked="checked"/> 總院區</label>
      <label><input type="radio" name="site" value="HCH"/> 新竹分院</label>
      <label><input type="radio" name="site" value="YLH"/> 雲林分院</label>
    </fieldset>
    <p><label for="u-{form}">帳號</label>
       <input type="text" id="u-{form}" name="username" value="{escape(session.pop('typed', ''))}" autocomplete="username" inputmode="numeric" maxlength="6" required="required"/></p>
    <p><label for="p-{form}">密碼</label>
       <input type="password" id="p-{form}" name="password" autocomplete="current-password" maxlength="72" required="required"/></p>
    <p class="visually-hidden" aria-hidden="true"><label for="n-{form}">請保持空白</label>
       <input type="text" id="n-{form}" name="nickname" value="" tabindex="-1" autocomplete="off"/></p>
    <p><img src="/captcha?c={key}" alt="請輸入圖中文字" width="132" height="40" data-reload="true"/></p>
    <p><label for="c-{form}">驗證碼</label>
       <input type="text" id="c-{form}" name="captchaAnswer" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="6" required="required"/>
       <span class="hint">不用區分大小寫</span></p>
    <p><button type="submit">安全登入</button></p>
  </form>
</section>""", session, cookie=cookie)
    def password(self, r: Request, session: dict) -> Response:
        web, t = self.front, self.truth
        if r.method == "POST":
            self.takes(r, currentPassword="old_password", newPassword="new_password", confirmPassword="new_password_again")
            why = web.trouble(r, session)
            if why:
                t.counts["password_refused"] += 1
                return self.refused(why, "/me/password")
            new, faults = r.get("newPassword"), {}
            if r.get("currentPassword") != t.portal_password:
                faults["currentPassword"] = "與目前的密碼不符"
            if len(new) < 8 or len(new) > 72 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                faults["newPassword"] = "長度至少 8 個字元，且需同時包含英文及數字"
            elif new == t.portal_password:
                faults["newPassword"] = "不可沿用目前的密碼"
            if r.get("confirmPassword") != new:
                faults["confirmPassword"] = "兩次輸入不一致"
            if faults:
                t.counts["password_refused"] += 1
                session["faults"] = faults
                session["flash"] = ("error", "密碼未變更，請修正下列欄位。")
            else:
                t.portal_password = new
                t.counts["password_changed"] += 1
                session["flash"] = ("success", "已為您換上新密碼，下次請以新密碼登入。")
            return redirect("/me/password", *SAFE, status=303)
        form, faults = web.form_id(session), session.pop("faults", {})

        def row(name: str, label: str, token: str) -> str:
            fault = f'<span class="field-error" id="e-{name}">{faults[name]}</span>' if name in faults else ""
            return (f'<p><label for="{name}-{form}">{label}</label>\n<input type="password" id="{name}-{form}" name="{name}" autocomplete="{token}" '
                    f'maxlength="72" required="required"{" aria-invalid=true" if fault else ""}/>{fault}</p>')

        return self.layout("更改密碼", f"""<h1>更改密碼</h1>
<form id="f-{form}" action="/me/password" method="post">
  {web.hidden(session, form)}
  <input type="text" name="username" value="{t.person.employee_id}" autocomplete="username" readonly="readonly" hidden="hidden"/>
  {row('currentPassword', '請輸入舊密碼', 'current-password')}
  {row('newPassword', '請輸入新密碼', 'new-password')}
  {row('confirmPassword', '請再輸入新密碼', 'new-password')}
  <ul><li>1.密碼長度不可少於8個字元</li><li>2.密碼內容需包含英文及數字</li></ul>
  <button type="submit">確認變更</button>
</form>
<p><a href="/menu">回功能選單</a></p>""", session, self.logout_form(web, session, word="登出系統"))

    # -- staff data
    def inner(self, r: Request) -> Response:
        web, t = self.staff, self.truth
        sid, session = web.of(r)
        if r.path == "/sso/accept":
            ticket = r.query.get("ticket", "")
            owner = next((k for k, s in self.front.store.items() if ticket and s.get("ticket") == ticket), "")
            if not owner:
                return redirect(self.urls["portal"] + "/login", *SAFE)
            self.front.store[owner].pop("ticket")
            _, cookie = web.fresh(owner=owner)
            return redirect("/staff/contact", cookie, *SAFE, status=303)
        if r.method == "POST":
            self.takes(r, mobile="mobile_phone")
        if not session or session["owner"] not in self.front.store:
            return redirect(self.urls["portal"] + "/login", *SAFE)
        if r.path != "/staff/contact":
            return Response("Not Found", 404)
        keys = {"surnameEn": "english_surname", "givenNameEn": "english_given", "aliasEn": "english_middle", "officeTel": "office_phone", "homeTel": "home_phone", "mobile": "mobile_phone"}
        if r.method == "POST":
            why = web.trouble(r, session)
            if why:
                return self.refused(why, "/staff/contact")
            if r.get("version") != str(t.counts["contact_saved"]) or not all(r.has(k) for k in keys):
                session["flash"] = ("error", "資料已被其他視窗修改，請重新輸入。")
            elif not re.fullmatch("09[0-9]{8}", r.get("mobile")) or any(len(r.get(k)) > 40 for k in keys):
                session["flash"] = ("error", "資料未儲存：行動電話須為 09 開頭的 10 碼數字。")
            else:
                t.saved_contact.update({meaning: r.get(k) for k, meaning in keys.items()})
                t.counts["contact_saved"] += 1
                session["flash"] = ("success", "連絡資料更新完成。")
            return redirect("/staff/contact", *SAFE, status=303)
        p, form = t.person, web.form_id(session)

        def row(name: str, label: str, hint: str, token: str, kind: str = "text") -> str:
            value = t.saved_contact.get(keys[name], getattr(p, keys[name]))
            return (f'<p><label for="{name}-{form}">{label}：</label><input type="{kind}" id="{name}-{form}" name="{name}" value="{escape(value)}" maxlength="40" autocomplete="{token}"/>'
                    f' <span class="hint">{hint}</span></p>')

        return self.layout("維護個人連絡資料", f"""<h1>台大醫院---維護個人連絡資料</h1>
<form id="f-{form}" action="/staff/contact" method="post">
  {web.hidden(session, form)}<input type="hidden" name="version" value="{t.counts['contact_saved']}"/>
  <button type="submit">異動儲存</button>
  <p>員工編號： <output>{p.employee_id}</output> 姓名： <output>{p.name}</output></p>
  {row('surnameEn', '英文姓', 'ex:Chen(陳)', 'family-name')}
  {row('givenNameEn', '英文首名', 'ex: Yi-Fen(怡芬) (說明)', 'given-name')}
  {row('aliasEn', '英文中名', 'ex:Mary 為英文別名，如無，可不填', 'additional-name')}
  {row('officeTel', '辦公室電話', 'ex:61234或23123456', 'off', 'tel')}
  {row('homeTel', '住宅電話', 'ex:0223123456', 'off', 'tel')}
  {row('mobile', '行動電話', 'ex:0952000000 (如離職或更換門號，請記得調整此欄位)', 'tel-national', 'tel')}
</form>
<p><a href="{self.urls['portal']}/menu">回功能選單</a></p>""", session)

    # -- identity (account site)
    def account(self, r: Request) -> Response:
        web, t = self.identity, self.truth
        sid, session = web.of(r)
        if r.method == "POST":
            self.takes(r, employeeNo="employee_id", registeredPhone="registered_phone", otp="code", mailName="alias", cloudPassword="cloud_password", confirmCloudPassword="cloud_password_again")
            why = web.trouble(r, session)
            if why:
                return self.refused(why, "/" + ("?expired" if not session else session["flow"] + "/verify"))
        if r.path == "/":
            return self.rules()
        if r.path == "/leave" and r.method == "POST":
            web.store.pop(sid)
            if session["ok"]:
                t.sessions.discard(f"account:{sid}")
                t.counts["sign_out_account"] += 1
            return redirect("/", ("Set-Cookie", "IDSESSION=; Path=/; Max-Age=0"), *SAFE, status=303)
        if r.path in ("/activation/start", "/reset/start"):
            flow = r.path.split("/")[1]
            _, cookie = web.fresh(flow=flow, ok=False, who="", code="", at=0.0)
            return redirect(f"/{flow}/verify", cookie, *SAFE, status=303)
        if not session or not r.path.startswith("/" + session["flow"] + "/"):
            return redirect("/", *SAFE)
        step = r.path.split("/")[2]
        if step in ("sms", "phone", "verify") and not session["ok"]:
            return self.prove(r, sid, session, step)
        if step == "profile" and session["ok"]:
            return self.profile(r, sid, session) if session["flow"] == "activation" else self.reset(r, session)
        return redirect("/", *SAFE)
    def rules(self) -> Response:
        return self.layout("網路帳號服務", """<h1>網路帳號服務</h1><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<section><h2>《規範》</h2><ul><li>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同，以確保個人資料安全。</li></ul></section>
<section><h2>《常見問題與服務》</h2><details><summary>密碼修改後多久可以生效</summary><p>即時生效。</p></details><details><summary>忘記密碼</summary><p>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></details></section>
<ul class="tiles"><li><a class="button" href="/activation/start">啟用網路帳號及首次雲端帳號密碼設定</a><p>啟用本院微軟相關服務，如：Office365, Outlook...</p></li>
<li><a class="button" href="/reset/start">重置雲端服務密碼</a><p>重設非Portal帳號的密碼：Email, 無線網路, KM, TMS...</p></li></ul>""", {})
    def prove(self, r: Request, sid: str, session: dict, step: str) -> Response:
        web, t, base = self.identity, self.truth, "/" + session["flow"]
        if r.method == "POST":
            if step == "sms":
                session["who"] = r.get("employeeNo").strip()
                if session["who"] == t.person.employee_id:
                    return redirect(base + "/phone", *SAFE, status=303)
                session["flash"] = ("error", "無法為此帳號發送動態碼。")
            elif step == "phone":
                if session["who"] != t.person.employee_id or r.get("registeredPhone").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                    session["flash"] = ("error", "門號資料不符，未發送簡訊。")
                    return redirect(base + "/phone", *SAFE, status=303)
                session.update(code=t.new_message(), at=time.monotonic(), flash=("success", "動態碼簡訊發送成功。成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"))
            else:
                session["who"] = r.get("employeeNo").strip()
                late = time.monotonic() - session["at"] > 120
                if session["who"] == t.person.employee_id and session["code"] and not late and hmac.compare_digest(r.get("otp").strip().encode(), session["code"].encode()):
                    new, cookie = web.fresh(**{**session, "ok": True, "code": "", "forms": set(), "csrf": secrets.token_urlsafe(48)})
                    web.store.pop(sid)
                    t.sessions.add(f"account:{new}")
                    t.counts["code_accepted"] += 1
                    return redirect(base + "/profile", cookie, *SAFE, status=303)
                t.counts["code_refused"] += 1
                session["flash"] = ("error", "動態碼已逾兩分鐘，請重新發送。" if late and session["code"] else "動態碼驗證未通過。")
            return redirect(base + "/verify", *SAFE, status=303)
        form = web.form_id(session)
        if step == "phone":
            return self.layout("發送簡訊", f"""<div class="dialog" role="dialog" aria-labelledby="h-{form}"><form id="f-{form}" action="{base}/phone" method="post">{web.hidden(session, form)}
<label id="h-{form}" for="t-{form}">請輸入帳號登記的手機門號(10碼)</label> <input type="tel" id="t-{form}" name="registeredPhone" maxlength="10" autocomplete="tel-national" required="required"/>
<button type="submit">確定發送</button> <a class="button button--plain" href="{base}/verify">取消</a></form></div>""", session)
        name = "啟用網路帳號及首次雲端帳號密碼設定" if base == "/activation" else "重置雲端服務密碼"
        return self.layout("進行身分驗證", f"""<ol class="steps"><li aria-current="step">身分驗證</li><li>設定</li><li>完成</li></ol><h1>{name}</h1>
<h2>注意事項</h2><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul>
<form id="f-{form}" action="{base}/verify" method="post">{web.hidden(session, form)}
<p><label for="e-{form}">網路帳號 / 主職員工編號</label> <input type="text" id="e-{form}" name="employeeNo" value="{escape(session['who'])}" inputmode="numeric" maxlength="6" autocomplete="username"/>
<button type="submit" formaction="{base}/sms" formnovalidate="formnovalidate">發送簡訊動態碼</button></p>
<p><label for="o-{form}">簡訊(或MOTP)動態碼</label> <input type="text" id="o-{form}" name="otp" maxlength="6" inputmode="numeric" autocomplete="one-time-code" required="required"/></p>
<p><button type="submit">下一步</button></p></form>""", session)
    def profile(self, r: Request, sid: str, session: dict) -> Response:
        web, t, p = self.identity, self.truth, self.truth.person
        if r.method == "POST":
            name, pw, faults = r.get("mailName").strip(), r.get("cloudPassword"), []
            if t.alias:
                faults.append("雲端服務僅能啟用一次。")
            elif not re.fullmatch("[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?", name):
                faults.append("名稱請使用小寫英文、數字、點、底線或連字號。")
            elif name == "taken.name":
                faults.append("這個名稱已被其他同仁選用。")
            if pw != r.get("confirmCloudPassword"):
                faults.append("兩次輸入的密碼不一致。")
            elif len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search("[0-9]", pw):
                faults.append("密碼至少 8 個字元，且需同時包含英文及數字。")
            if faults:
                session.update(flash=("error", " ".join(faults)), typed=name)
            else:
                t.alias, t.cloud_password = name, pw
                t.counts["activated"] += 1
                session["flash"] = ("success", f"您的雲端服務已開通：{name}@ntuh.gov.tw，明日起可登入。")
            return redirect("/activation/profile", *SAFE, status=303)
        facts = f"<dl><dt>網路帳號 / 主職員工編號</dt><dd>{p.employee_id}</dd><dt>帳號姓名</dt><dd>{p.name}</dd><dt>主職單位</dt><dd>{p.unit}</dd><dt>有效期限</dt><dd>{p.valid_until}</dd></dl>"
        if t.alias:
            return self.layout("設定密碼與郵件別名", f"""<h1>設定密碼與郵件別名</h1>{facts}<p>雲端服務帳號 (電子郵件名稱)：<code>{escape(t.alias)}</code>@ntuh.gov.tw</p><p>狀態：已開通</p>""",
                               session, self.logout_form(web, session, "/leave", "結束並離開"))
        form = web.form_id(session)
        return self.layout("設定密碼與郵件別名", f"""<h1>設定密碼與郵件別名</h1><p>雲端服務帳號說明：1. 雲端服務帳號為跨體系使用。2. 服務於設定完成隔日生效。</p>{facts}
<form id="f-{form}" action="/activation/profile" method="post">{web.hidden(session, form)}
<p><label for="m-{form}">雲端服務帳號 (電子郵件名稱)</label> <input type="text" id="m-{form}" name="mailName" value="{escape(session.pop('typed', ''))}" maxlength="64" autocomplete="off" autocapitalize="none" required="required"/>@ntuh.gov.tw
<span class="hint">名稱長度限64字元內</span></p>
<p><label for="w-{form}">設定密碼</label> <input type="password" id="w-{form}" name="cloudPassword" maxlength="72" autocomplete="new-password" required="required"/> <span class="hint">至少 8 個字元，包含英文及數字</span></p>
<p><label for="x-{form}">再次輸入密碼</label> <input type="password" id="x-{form}" name="confirmCloudPassword" maxlength="72" autocomplete="new-password" required="required"/></p>
<p><button type="submit" formaction="/leave" formnovalidate="formnovalidate">取消啟用</button> <button type="submit" class="primary">啟用雲端服務</button></p></form><p>服務於設定完成隔日生效</p>""",
                           session, self.logout_form(web, session, "/leave", "結束並離開"))
    def reset(self, r: Request, session: dict) -> Response:
        web, t = self.identity, self.truth
        out = self.logout_form(web, session, "/leave", "結束並離開")
        if not t.alias:
            return self.layout("重置雲端服務密碼", "<h1>重置雲端服務密碼</h1><p>您尚未啟用雲端服務。</p>", session, out)
        if r.method == "POST":
            pw = r.get("cloudPassword")
            good = pw == r.get("confirmCloudPassword") and len(pw) >= 8 and re.search("[A-Za-z]", pw) and re.search("[0-9]", pw)
            if good:
                t.cloud_password = pw
            session["flash"] = ("success", "雲端服務密碼已重置。") if good else ("error", "密碼不一致，或不符合規則。")
            return redirect("/reset/profile", *SAFE, status=303)
        form = web.form_id(session)
        return self.layout("重置雲端服務密碼", f"""<h1>重置雲端服務密碼</h1><form id="f-{form}" action="/reset/profile" method="post">{web.hidden(session, form)}
<p><label for="w-{form}">新密碼</label> <input type="password" id="w-{form}" name="cloudPassword" autocomplete="new-password"/></p><p><label for="x-{form}">再次輸入新密碼</label> <input type="password" id="x-{form}" name="confirmCloudPassword" autocomplete="new-password"/></p>
<button type="submit">確認重置</button></form>""", session, out)

    # -- webmail
    def mail(self, r: Request) -> Response:
        web, t, cookie = self.letters, self.truth, None
        sid, session = web.of(r)
        if r.path == "/captcha":
            if r.query.get("c") not in self.codes:
                return Response("", 404)
            self.codes[r.query["c"]] = t.new_captcha("abcdefghjkmnpqrtuvwxy2346789", 5)
            return Response(picture(t.captcha, "PNG", (110, 40)), kind="image/png", headers=SAFE)
        if r.method == "POST":
            self.takes(r, username="mail_account", password="mail_password", captchaAnswer="captcha")
            why = web.trouble(r, session)
            if why:
                return self.refused(why, "/")
            if r.path == "/logout" and session.get("user"):
                web.store.pop(sid)
                t.sessions.discard(f"mail:{sid}")
                t.counts["sign_out_mail"] += 1
                return redirect("/", ("Set-Cookie", "MSESSION=; Path=/; Max-Age=0"), *SAFE, status=303)
            wanted = self.codes.pop(r.get("captchaKey"), "")
            if not wanted or wanted != t.captcha or r.get("captchaAnswer").strip() != wanted:
                session["flash"] = ("error", "圖片中的文字輸入有誤，請再試一次。")
            elif not t.alias or r.get("username").strip().removesuffix("@ntuh.gov.tw") != t.alias or r.get("password") != t.cloud_password:
                session["flash"] = ("error", "登入資訊有誤。")
            else:
                web.store.pop(sid)
                new, cookie = web.fresh(user=t.alias)
                t.sessions.add(f"mail:{new}")
                t.counts["mail_sign_in"] += 1
                return redirect("/inbox", cookie, *SAFE, status=303)
            return redirect("/?error", *SAFE, status=303)
        if session.get("user"):
            return self.layout("收件匣", "<h1>收件匣</h1><table><thead><tr><th>寄件者</th><th>主旨</th></tr></thead><tbody><tr><td>資訊室</td><td>歡迎使用</td></tr></tbody></table>", session,
                               f"<span>{escape(t.alias)}@ntuh.gov.tw</span>" + self.logout_form(web, session))
        if not session:
            sid, cookie = web.fresh()
            session = web.store[sid]
        form, key = web.form_id(session), secrets.token_urlsafe(12)
        self.codes[key] = ""
        return self.layout("電子郵件", f"""<h1>電子郵件</h1><form id="f-{form}" action="/login" method="post">{web.hidden(session, form)}<input type="hidden" name="captchaKey" value="{key}"/>
<p><label for="u-{form}">帳號:</label> <input type="text" id="u-{form}" name="username" autocomplete="username" required="required"/></p>
<p><label for="p-{form}">密碼:</label> <input type="password" id="p-{form}" name="password" autocomplete="current-password" required="required"/></p>
<p><img src="/captcha?c={key}" alt="請輸入圖中文字" width="110" height="40"/> <label for="c-{form}">驗證碼(小寫字母或數字):</label> <input type="text" id="c-{form}" name="captchaAnswer" maxlength="5" autocomplete="off"/></p>
<p><input type="checkbox" id="r-{form}" name="remember-me" value="true"/><input type="hidden" name="_remember-me" value="on"/> <label for="r-{form}">記住登入資訊 (公用電腦請勿勾選)</label></p>
<button type="submit">登入</button></form>
<aside><h2>公佈欄</h2><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p><p>※如無法登入，請先至下方網址變更密碼，謝謝： <a href="{self.urls['account']}/">https://help.ntuh.gov.tw/</a></p></aside>""", session, cookie=cookie)

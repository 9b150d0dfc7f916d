"""ASP.NET Core Razor Pages of 2024 without any script: semantic HTML, antiforgery, post-redirect-get."""

from __future__ import annotations

import re
import secrets
import sys
import time
from html import escape as enc
from pathlib import Path

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402

APPS = {"portal": ("Ntuh.Portal", "k3Jt0aP1xQ8"), "inner": ("Ntuh.Personal", "Zq7mB2nV9sE"), "account": ("Ntuh.NetAccount", "dH5wC4yR6uL"), "mail": ("Ntuh.WebMail", "tF8gX1oK3iA")}


class TheSite(Site):
    title = "dotnet_razor_pages_htmlonly_2024"

    def __init__(self) -> None:
        super().__init__()
        self.antiforgery: dict[str, str] = {}  # form token -> cookie token
        self.signed: dict[str, str] = {}  # authentication cookie of the portal
        self.handover: dict[str, str] = {}  # one-time ticket for the other host -> portal session
        self.inside: dict[str, str] = {}  # cookie of the other host -> portal session
        self.sess: dict[str, dict[str, str]] = {}  # server-side session of the account site
        self.mailers: set[str] = set()
        self.temp: dict[str, str] = {}  # TempData["Status"] by app

    # ------------------------------------------------------------ _Layout.cshtml, tag helpers
    def _page(self, request: Request, title: str, main: str, nav: str = "", head: str = "", status: int = 200) -> Response:
        app, tail = APPS[request.host]
        jar = f".AspNetCore.Antiforgery.{tail}"
        cookie = request.cookies.get(jar, "")
        headers = [("Cache-Control", "no-cache, no-store"), ("X-Frame-Options", "SAMEORIGIN")]
        if cookie not in self.antiforgery.values():
            cookie = "CfDJ8" + secrets.token_urlsafe(40)
            headers.append(("Set-Cookie", f"{jar}={cookie}; path=/; samesite=strict; httponly"))
        token = "CfDJ8" + secrets.token_urlsafe(60)
        self.antiforgery[token] = cookie
        main, nav = (part.replace("</form>", f'<input name="__RequestVerificationToken" type="hidden" value="{token}" /></form>') for part in (main, nav))
        said = self.temp.pop(request.host, "")
        if said:
            said = f'<div class="alert alert-success" role="status">{said}</div>'
        return Response(
            f"""<!DOCTYPE html>
<html lang="zh-Hant-TW">
<head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1.0" />
    <title>{title} - {app}</title>
    <link rel="stylesheet" href="/{app}.styles.css?v=pB0f9" />{head}
</head>
<body>
    <a class="visually-hidden-focusable" href="#main">跳到主要內容</a>
    <header><nav aria-label="主選單"><a class="navbar-brand" href="/">臺大醫院</a> {nav}</nav></header>
    <main id="main" role="main" class="pb-3">
        <h1>{title}</h1>
        {said}
        {main}
    </main>
    <footer class="border-top text-muted">&copy; 2024 - 資訊室 - <a href="/Privacy">隱私權政策</a></footer>
</body>
</html>""",
            status=status,
            headers=headers,
        )

    def _forged(self, request: Request) -> bool:
        cookie = request.cookies.get(f".AspNetCore.Antiforgery.{APPS[request.host][1]}", "")
        return not cookie or self.antiforgery.get(request.get("__RequestVerificationToken")) != cookie

    @staticmethod
    def _field(key: str, label: str, kind: str = "text", value: str = "", error: str = "", hint: str = "", more: str = "") -> str:
        ident = key.replace(".", "_")
        bad = "field-validation-error" if error else "field-validation-valid"
        return f"""
            <div class="mb-3">
                <label class="form-label" for="{ident}">{label}</label>
                <input class="form-control{' input-validation-error' if error else ''}" type="{kind}" id="{ident}" name="{key}" value="{enc(value)}" data-val="true"{f' aria-describedby="{ident}_Help"' if hint else ''}{more} />
                {f'<small id="{ident}_Help" class="form-text">{hint}</small>' if hint else ''}
                <span class="text-danger {bad}" data-valmsg-for="{key}" data-valmsg-replace="true">{error}</span>
            </div>"""

    @staticmethod
    def _summary(*errors: str) -> str:
        told = [e for e in errors if e]
        kind = "errors" if told else "valid"
        return f'<div class="text-danger validation-summary-{kind}" data-valmsg-summary="true"><ul>{"".join(f"<li>{e}</li>" for e in told) or "<li style=display:none></li>"}</ul></div>'

    def _common(self, request: Request) -> Response | None:
        if request.path.endswith(".css"):
            return Response("body{font-family:system-ui}", kind="text/css")
        if request.path == "/Privacy":
            return self._page(request, "隱私權政策", "<p>本系統僅供院內同仁使用。</p>")
        if request.method == "POST" and self._forged(request):
            return Response("", 400)
        return None

    # ------------------------------------------------------------ portal
    def portal(self, request: Request) -> Response:
        path, truth = request.path, self.truth
        if request.method == "POST":
            self.takes(request, **{"Input.Campus": "campus", "Input.UserId": "employee_id", "Input.Password": "portal_password", "Input.Captcha": "captcha"})
        common = self._common(request)
        if common:
            return common
        auth = request.cookies.get(".AspNetCore.Portal", "")
        if path == "/Captcha":
            return Response(picture(truth.new_captcha(), "PNG"), kind="image/png", headers=[("Cache-Control", "no-store")])
        if path == "/Login":
            return self._login(request)
        if auth not in self.signed:
            return redirect("/Login?ReturnUrl=%2F")
        nav = '<form method="post" action="/Logout" class="d-inline"><button type="submit" class="btn btn-link nav-link">登出系統</button></form>'
        if path == "/Logout":
            if request.method != "POST":
                return self._page(request, "登出", '<form method="post"><p>確定要離開嗎？</p><button type="submit">登出系統</button></form>')
            self.signed.pop(auth)
            self.inside = {c: s for c, s in self.inside.items() if s != auth}
            truth.sessions.discard(f"portal:{auth}")
            truth.counts["sign_out_portal"] += 1
            self.temp["portal"] = "您已登出。"
            return redirect("/Login", ("Set-Cookie", ".AspNetCore.Portal=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT"))
        if path == "/Announcement":
            return self._page(request, "全院公告", '<article><h2>資安宣導</h2><p><time datetime="2024-11-01">2024/11/01</time> 請勿將密碼交付他人，並留意社交工程郵件。</p></article><p><a class="btn btn-primary" href="/">我知道了，繼續</a></p>', nav)
        if path == "/Go":
            page = request.query.get("page", "")
            if page not in ("ChangePassword", "Contact", "Forbidden"):
                return Response("", 404)
            ticket = secrets.token_urlsafe(18)
            self.handover[ticket] = auth
            return redirect(f"{self.urls['inner']}/Sso?ticket={ticket}&returnUrl=%2F{page}")
        if path == "/":
            entries = [("更改密碼", "ChangePassword"), ("個人簽章提醒設定", "Forbidden"), ("員工待遇福利查詢", "Forbidden"), ("查詢員工連絡資料", "Forbidden"), ("維護個人連絡資料", "Contact"), ("個人就醫紀錄查詢", "Forbidden"), ("行動憑證申請", "Forbidden")]
            items = "".join(f'\n<li><a href="/Go?page={page}">{name}</a></li>' for name, page in entries)
            search = '<form method="get" action="/Search" role="search"><label for="q">搜尋功能</label> <input type="search" id="q" name="q" /> <button>搜尋</button></form >'
            return self._page(request, "功能選單", f'<p>{truth.person.name}，您好!</p>{search}<section aria-labelledby="pm"><h2 id="pm">個人管理</h2><ul>{items}</ul></section>', nav)
        if path == "/Search":
            self.takes(request)
            return self._page(request, "搜尋功能", '<p>找不到符合的功能。<a href="/">回功能選單</a></p>', nav)
        return Response("", 404)

    def _login(self, request: Request) -> Response:
        truth, user, summary, wrong = self.truth, "", "", ""
        if request.method == "POST":
            user, drawn = request.get("Input.UserId").strip(), truth.captcha
            truth.captcha = ""
            if not drawn or request.get("Input.Captcha").strip().upper() != drawn:
                wrong = "驗證碼與圖片不相符。"
            elif request.get("Input.Campus") != "T0" or user != truth.person.employee_id or request.get("Input.Password") != truth.portal_password:
                summary = "登入嘗試無效，請確認帳號及密碼。"
            else:
                auth = "CfDJ8" + secrets.token_urlsafe(30)
                self.signed[auth] = user
                truth.sessions.add(f"portal:{auth}")
                truth.counts["sign_in"] += 1
                return redirect("/Announcement", ("Set-Cookie", f".AspNetCore.Portal={auth}; path=/; samesite=lax; httponly"))
            truth.counts["sign_in_refused"] += 1
        return self._page(
            request,
            "登入本院 PORTAL 系統",
            f"""<form method="post" action="/Login">{self._summary(summary)}
            <div class="mb-3"><label for="Input_Campus">院區</label>
                <select id="Input_Campus" name="Input.Campus"><option value="T0" selected="selected">總院區</option><option value="T2">北護分院</option><option value="T4">新竹分院</option><option value="Y0">雲林分院</option></select></div>
            {self._field('Input.UserId', '帳號', value=user, hint='6 位數數字', more=' autocomplete="username" inputmode="numeric" maxlength="6"')}
            {self._field('Input.Password', '密碼', 'password', more=' autocomplete="current-password"')}
            {self._field('Input.Captcha', '驗證碼 <small>(不用區分大小寫)</small>', error=wrong, more=' autocomplete="off" maxlength="6"')}
            <p><img src="/Captcha?t={time.time_ns()}" alt="驗證碼圖片" width="120" height="36" /> <a href="/Login">換一張</a></p>
            <button type="submit" class="btn btn-primary">登入</button></form>""",
        )

    # ------------------------------------------------------------ the other host
    def inner(self, request: Request) -> Response:
        if request.method == "POST":
            self.takes(request, **{"Form.OldPassword": "old_password", "Form.NewPassword": "new_password", "Form.ConfirmPassword": "new_password_again", "Contact.Mobile": "mobile_phone"})
        common = self._common(request)
        if common:
            return common
        portal = self.urls["portal"]
        if request.path == "/Sso":
            auth, to = self.handover.pop(request.query.get("ticket", ""), ""), request.query.get("returnUrl", "/Forbidden")
            if auth not in self.signed or not re.fullmatch(r"/\w+", to):
                return redirect(f"{portal}/Login")
            cookie = secrets.token_urlsafe(24)
            self.inside[cookie] = auth
            return redirect(to, ("Set-Cookie", f".AspNetCore.Personal={cookie}; path=/; httponly"))
        if self.inside.get(request.cookies.get(".AspNetCore.Personal", "")) not in self.signed:
            return redirect(f"{portal}/Login")
        nav = f'<a href="{portal}/">回功能選單</a> <a href="{portal}/Logout">登出系統</a>'
        if request.path == "/ChangePassword":
            return self._change(request, nav)
        if request.path == "/Contact":
            return self._contact(request, nav)
        if request.path == "/Forbidden":
            return self._page(request, "權限不足", "<p>您沒有使用此功能的權限。</p>", nav, status=403)
        return Response("", 404)

    def _change(self, request: Request, nav: str) -> Response:
        truth, e = self.truth, {"o": "", "n": "", "c": ""}
        if request.method == "POST":
            old, new, again = (request.get(f"Form.{n}Password") for n in ("Old", "New", "Confirm"))
            if old != truth.portal_password:
                e["o"] = "舊密碼不正確。"
            if len(new) < 8:
                e["n"] = "密碼長度不可少於 8 個字元。"
            elif not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                e["n"] = "密碼內容需包含英文及數字。"
            if new != again:
                e["c"] = "兩次輸入的新密碼不相符。"
            if not any(e.values()):
                truth.portal_password = new
                truth.counts["password_changed"] += 1
                self.temp["inner"] = "您的密碼已變更。"
                return redirect("/ChangePassword")
            truth.counts["password_refused"] += 1
        return self._page(
            request,
            "更改密碼",
            f"""<form method="post" action="/ChangePassword">{self._summary()}
            {self._field('Form.OldPassword', '請輸入舊密碼：', 'password', error=e['o'], more=' autocomplete="current-password"')}
            {self._field('Form.NewPassword', '請輸入新密碼：', 'password', error=e['n'], more=' autocomplete="new-password" minlength="8"')}
            {self._field('Form.ConfirmPassword', '請再輸入新密碼：', 'password', error=e['c'], more=' autocomplete="new-password"')}
            <button type="submit" class="btn btn-primary">變更密碼</button></form>
            <aside><h2>密碼設定條件：</h2><ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol></aside>""",
            nav,
        )

    def _contact(self, request: Request, nav: str) -> Response:
        truth, p, e = self.truth, self.truth.person, {}
        keys = {"Surname": "english_surname", "GivenName": "english_given", "MiddleName": "english_middle", "OfficePhone": "office_phone", "HomePhone": "home_phone", "Mobile": "mobile_phone"}
        v = {n: truth.saved_contact.get(k, getattr(p, k)) for n, k in keys.items()}
        if request.method == "POST":
            v = {n: request.get(f"Contact.{n}").strip() for n in keys}
            for n in ("Surname", "GivenName"):
                if not re.fullmatch(r"[A-Za-z][A-Za-z \-']*", v[n]):
                    e[n] = "此欄位必填，且僅可輸入英文字母。"
            for n in ("OfficePhone", "HomePhone"):
                if not re.fullmatch(r"[\d#\-]*", v[n]):
                    e[n] = "電話格式不正確。"
            if not re.fullmatch(r"09\d{8}", v["Mobile"]):
                e["Mobile"] = "行動電話需為 09 開頭的 10 碼數字。"
            if not e:
                truth.saved_contact.update({k: v[n] for n, k in keys.items()})
                truth.counts["contact_saved"] += 1
                self.temp["inner"] = "連絡資料已更新。"
                return redirect("/Contact")

        def f(n: str, label: str, hint: str, kind: str = "text") -> str:
            return self._field(f"Contact.{n}", label, kind, v[n], e.get(n, ""), hint)

        return self._page(
            request,
            "台大醫院---維護個人連絡資料",
            f"""<form method="post" action="/Contact">{self._summary("請修正下列欄位。" if e else "")}
            <dl><dt>員工編號：</dt><dd>{p.employee_id}</dd><dt>姓名：</dt><dd>{p.name}</dd></dl>
            <fieldset><legend>英文姓名</legend>{f('Surname', '英文姓：', 'ex:Chen(陳)')}{f('GivenName', '英文首名：', 'ex: Yi-Fen(怡芬)')}{f('MiddleName', '英文中名：', 'ex:Mary 為英文別名，如無，可不填')}</fieldset>
            <fieldset><legend>電話</legend>{f('OfficePhone', '辦公室電話：', 'ex:61234或23123456', 'tel')}{f('HomePhone', '住宅電話：', 'ex:0223123456', 'tel')}{f('Mobile', '行動電話：', 'ex:0952000000 (如離職或更換門號，請記得調整此欄位)', 'tel')}</fieldset>
            <button type="submit" class="btn btn-success">異動儲存</button></form>""",
            nav,
        )

    # ------------------------------------------------------------ account
    def account(self, request: Request) -> Response:
        path, truth = request.path, self.truth
        if request.method == "POST":
            self.takes(request, **{"Input.EmployeeId": "employee_id", "Input.Code": "code", "Phone": "registered_phone", "Input.MailName": "alias", "Input.Password": "cloud_password", "Input.ConfirmPassword": "cloud_password_again", "Input.Agree": "consent"})
        common = self._common(request)
        if common:
            return common
        sid = request.cookies.get(".AspNetCore.Session", "")
        if path == "/":
            return self._page(
                request,
                "網路帳號服務",
                """<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼。</p>
                <section><h2>《規範》</h2><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用。</p><ul><li>請勿冒用院內同仁申請網路帳號。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul></section>
                <section><h2>《常見問題與服務》</h2><details><summary>密碼修改後多久可以生效</summary><p>即時生效。</p></details><details><summary>忘記密碼</summary><p>請以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></details></section>
                <section><h2>線上服務</h2><ul class="list-group">
                <li><a href="/Verify?purpose=Enable">啟用網路帳號及首次雲端帳號密碼設定</a><p>啟用本院微軟相關服務</p></li>
                <li><a href="/Verify?purpose=Reset">重置雲端服務密碼</a><p>重設非Portal帳號的密碼</p></li>
                <li><a href="/Vendor">總院廠商VPN展延申請</a></li></ul></section>""",
            )
        if path == "/Vendor":
            return self._page(request, "總院廠商VPN展延申請", "<p>請洽資訊服務台。</p>")
        if path.startswith("/Verify"):
            fresh: list[tuple[str, str]] = []
            if sid not in self.sess:
                if request.method == "POST":
                    self.temp["account"] = "連線階段已過期，請重新開始。"
                    return redirect("/")
                sid = secrets.token_urlsafe(20)
                self.sess[sid] = {}
                fresh.append(("Set-Cookie", f".AspNetCore.Session={sid}; path=/; httponly"))
            answer = self._verify(request, self.sess[sid], sid)
            answer.headers.extend(fresh)
            return answer
        state = self.sess.get(sid, {})
        if "proved" not in state:
            return redirect("/")
        nav = '<form method="post" action="/Leave" class="d-inline"><button type="submit">登出</button></form>'
        if path == "/Leave" and request.method == "POST":
            truth.sessions.discard(f"account:{state.pop('proved')}")
            truth.counts["sign_out_account"] += 1
            self.temp["account"] = "您已登出網路帳號服務。"
            return redirect("/")
        if path == "/Enable" and state.get("purpose") == "Enable":
            return self._enable(request, nav)
        if path == "/Reset" and state.get("purpose") == "Reset":
            return self._reset(request, nav)
        return Response("", 404)

    def _verify(self, request: Request, state: dict[str, str], sid: str) -> Response:
        truth = self.truth
        purpose = "Reset" if request.query.get("purpose") == "Reset" else "Enable"
        title = {"Enable": "啟用網路帳號及首次雲端帳號密碼設定", "Reset": "重置雲端服務密碼"}[purpose]
        here, idle, wrong = f"/Verify?purpose={purpose}", "", ""
        if request.path == "/Verify/Phone":
            if not state.get("employee"):
                return redirect(here)
            if request.method == "POST":
                if request.get("Phone").strip() == truth.saved_contact.get("mobile_phone", truth.person.mobile_phone):
                    state.update(code=truth.new_message(), at=str(time.time()))
                    self.temp["account"] = "<strong>動態碼簡訊發送成功</strong><br />成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"
                    return redirect(here)
                wrong = "輸入的門號與帳號登記的門號不相符。"
            return self._page(request, "發送簡訊動態碼", f"""<form method="post" action="/Verify/Phone?purpose={purpose}">
                {self._field('Phone', '請輸入帳號登記的手機門號(10碼)', 'tel', error=wrong, more=' maxlength="10" pattern="09[0-9]{8}"')}
                <button type="submit" class="btn btn-primary">確定發送</button> <a class="btn btn-secondary" href="{here}">取消</a></form>""")
        employee = request.get("Input.EmployeeId").strip() or state.get("employee", "")
        if request.method == "POST":
            if employee != truth.person.employee_id:
                idle = "查無此網路帳號或主職員工編號。"
            elif request.query.get("handler") == "SendCode":
                state["employee"] = employee
                return redirect(f"/Verify/Phone?purpose={purpose}")
            elif not state.get("code") or state.get("employee") != employee or request.get("Input.Code").strip() != state["code"]:
                truth.counts["code_refused"] += 1
                wrong = "動態碼不正確。"
            elif time.time() - float(state.pop("at")) > 120:
                del state["code"]
                truth.counts["code_refused"] += 1
                wrong = "動態碼已失效，請重新發送。"
            else:
                del state["code"]
                if state.get("proved"):
                    truth.sessions.discard(f"account:{state['proved']}")
                state.update(proved=secrets.token_hex(8), purpose=purpose)
                truth.sessions.add(f"account:{state['proved']}")
                truth.counts["code_accepted"] += 1
                return redirect(f"/{purpose}")
        return self._page(request, title, f"""<form method="post" action="{here}">{self._summary()}
            {self._field('Input.EmployeeId', '網路帳號 / 主職員工編號', value=employee, error=idle, more=' maxlength="6"')}
            <p><button type="submit" class="btn btn-outline-primary" formaction="{here}&amp;handler=SendCode" formnovalidate="formnovalidate">發送簡訊動態碼</button></p>
            {self._field('Input.Code', '簡訊(或MOTP)動態碼', error=wrong, more=' autocomplete="one-time-code" inputmode="numeric" maxlength="6"')}
            <button type="submit" class="btn btn-primary">下一步</button></form>
            <aside><h2>注意事項</h2><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></aside>""")

    @staticmethod
    def _weak(word: str) -> str:
        return "" if len(word) >= 8 and re.search("[A-Za-z]", word) and re.search("[0-9]", word) else "密碼至少 8 個字元，且需包含英文及數字。"

    def _enable(self, request: Request, nav: str) -> Response:
        truth, p = self.truth, self.truth.person
        facts = f"<dl><dt>網路帳號 / 主職員工編號</dt><dd>{p.employee_id}</dd><dt>帳號姓名</dt><dd>{p.name}</dd><dt>主職單位</dt><dd>{p.unit}</dd><dt>有效期限</dt><dd>{p.valid_until}</dd></dl>"
        if truth.alias:
            again = self._summary("此帳號先前已完成啟用，無法再次設定。") if request.method == "POST" else ""
            return self._page(request, "設定密碼與郵件別名", f"{again}{facts}<p>雲端服務狀態：<strong>已啟用</strong></p><p>電子郵件地址：<code>{enc(truth.alias)}@ntuh.gov.tw</code></p>", nav)
        name, e = "", {"m": "", "p": "", "c": "", "a": ""}
        if request.method == "POST":
            if request.query.get("handler") == "Cancel":
                self.temp["account"] = "已取消，帳號尚未啟用。"
                return redirect("/")
            name, word = request.get("Input.MailName").strip(), request.get("Input.Password")
            if not re.fullmatch(r"[A-Za-z][A-Za-z0-9._\-]{1,63}", name):
                e["m"] = "名稱需以英文字母開頭，僅可使用英數字、點、底線及連字號。"
            elif name.lower() == "taken.name":
                e["m"] = "此名稱已被使用，請改用其他名稱。"
            e["p"] = self._weak(word)
            e["c"] = "" if word == request.get("Input.ConfirmPassword") else "確認密碼不相符。"
            e["a"] = "" if request.get("Input.Agree") == "true" else "請先勾選同意。"
            if not any(e.values()):
                truth.alias, truth.cloud_password = name, word
                truth.counts["activated"] += 1
                self.temp["account"] = "雲端服務設定完成，將於隔日生效。"
                return redirect("/Enable")
        return self._page(request, "設定密碼與郵件別名", f"""<section><h2>雲端服務帳號說明：</h2><ol><li>雲端服務帳號為跨體系使用。</li><li>服務於設定完成隔日生效。</li></ol></section>{facts}
            <form method="post" action="/Enable">{self._summary()}
            {self._field('Input.MailName', '雲端服務帳號 (電子郵件名稱)', value=name, error=e['m'], hint='@ntuh.gov.tw 名稱長度限64字元內', more=' maxlength="64"')}
            {self._field('Input.Password', '雲端服務密碼', 'password', error=e['p'], hint='至少 8 個字元，需包含英文及數字', more=' autocomplete="new-password"')}
            {self._field('Input.ConfirmPassword', '確認雲端服務密碼', 'password', error=e['c'], more=' autocomplete="new-password"')}
            <p><input type="checkbox" id="Input_Agree" name="Input.Agree" value="true" /> <label for="Input_Agree">我已詳閱並同意遵守《規範》</label> <span class="text-danger" data-valmsg-for="Input.Agree">{e['a']}</span></p>
            <button type="submit" class="btn btn-secondary" formaction="/Enable?handler=Cancel" formnovalidate="formnovalidate">取消啟用</button>
            <button type="submit" class="btn btn-primary">啟用雲端服務</button>
            <input name="Input.Agree" type="hidden" value="false" /></form>""", nav)

    def _reset(self, request: Request, nav: str) -> Response:
        truth, e = self.truth, ("", "")
        if not truth.alias:
            return self._page(request, "重置雲端服務密碼", '<p>您的雲端服務尚未啟用，請先<a href="/Verify?purpose=Enable">啟用網路帳號</a>。</p>', nav)
        if request.method == "POST":
            word = request.get("Input.Password")
            e = (self._weak(word), "" if word == request.get("Input.ConfirmPassword") else "確認密碼不相符。")
            if not any(e):
                truth.cloud_password = word
                self.temp["account"] = "雲端服務密碼已重新設定。"
                return redirect("/Reset")
        return self._page(request, "重置雲端服務密碼", f"""<form method="post" action="/Reset">{self._field('Input.Password', '新的雲端服務密碼', 'password', error=e[0])}{self._field('Input.ConfirmPassword', '確認新的雲端服務密碼', 'password', error=e[1])}
            <button type="submit">重新設定</button></form>""", nav)

    # ------------------------------------------------------------ mail
    def mail(self, request: Request) -> Response:
        truth, path, wrong, user = self.truth, request.path, "", ""
        if request.method == "POST":
            self.takes(request, **{"Login.Account": "mail_account", "Login.Password": "mail_password", "Login.Captcha": "captcha"})
        common = self._common(request)
        if common:
            return common
        if path == "/Captcha":
            return Response(picture(truth.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5), "PNG"), kind="image/png", headers=[("Cache-Control", "no-store")])
        if path == "/Login":
            if request.method == "POST":
                user, drawn = request.get("Login.Account").strip(), truth.captcha
                truth.captcha = ""
                if not drawn or request.get("Login.Captcha").strip() != drawn:
                    wrong = "驗證碼不正確。"
                elif not truth.alias or user.lower().removesuffix("@ntuh.gov.tw") != truth.alias.lower() or request.get("Login.Password") != truth.cloud_password:
                    wrong = "帳號或密碼不正確。"
                else:
                    box = secrets.token_urlsafe(18)
                    self.mailers.add(box)
                    truth.sessions.add(f"mail:{box}")
                    truth.counts["mail_sign_in"] += 1
                    keep = "; max-age=1209600" if request.get("Login.RememberMe") == "true" else ""
                    return redirect("/Inbox", ("Set-Cookie", f".AspNetCore.WebMail={box}; path=/; httponly{keep}"))
            return self._page(request, "電子信箱登入", f"""<form method="post" action="/Login">{self._summary(wrong)}
                {self._field('Login.Account', '帳號:', value=user, more=' autocomplete="username"')}{self._field('Login.Password', '密碼:', 'password')}
                {self._field('Login.Captcha', '驗證碼(小寫字母或數字):', more=' autocomplete="off"')}<img src="/Captcha?t={time.time_ns()}" alt="驗證碼" />
                <p><input type="checkbox" id="Login_RememberMe" name="Login.RememberMe" value="true" /><label for="Login_RememberMe">記住登入資訊 (公用電腦請勿勾選)</label></p>
                <button type="submit" class="btn btn-primary">登入</button><input name="Login.RememberMe" type="hidden" value="false" /></form>
                <section><h2>公佈欄</h2><p>有多個院區帳號者，請用主要任職院區帳號登入。</p></section>""")
        box = request.cookies.get(".AspNetCore.WebMail", "")
        if box not in self.mailers:
            return redirect("/Login")
        if path == "/Logout" and request.method == "POST":
            self.mailers.discard(box)
            truth.sessions.discard(f"mail:{box}")
            truth.counts["sign_out_mail"] += 1
            return redirect("/Login", ("Set-Cookie", ".AspNetCore.WebMail=; path=/; max-age=0"))
        if path == "/Inbox":
            return self._page(request, "收件匣", '<table><thead><tr><th scope="col">寄件者</th><th scope="col">主旨</th></tr></thead><tbody><tr><td>資訊室</td><td>歡迎使用雲端信箱</td></tr></tbody></table>', f'<span>{enc(truth.alias)}</span> <form method="post" action="/Logout"><button type="submit">登出</button></form>')
        return redirect("/Inbox")

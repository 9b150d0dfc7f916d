"""A site by a summer student in 2020: Flask, WTForms and Bulma from a CDN."""

from __future__ import annotations

import base64
import re
import secrets
import time
from html import escape
from typing import Any

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect


class TheSite(Site):
    title = "intern_flask_bulma_2020"

    def __init__(self) -> None:
        super().__init__()
        self.memory: dict[str, dict[str, Any]] = {}

    # ---- what Flask does by itself
    def session(self, request: Request) -> tuple[str, dict[str, Any]]:
        key = request.cookies.get(request.host + "_session", "")
        if not key or key not in self.memory or self.memory[key]["host"] != request.host:
            key = secrets.token_urlsafe(24)
            self.memory[key] = {"host": request.host, "tokens": [], "flashes": []}
        return key, self.memory[key]

    def with_cookie(self, host: str, key: str, answer: Response) -> Response:
        answer.headers.append(("Set-Cookie", f"{host}_session={key}; HttpOnly; Path=/"))
        answer.headers.append(("Server", "Werkzeug/1.0.1 Python/3.8.5"))
        return answer

    def csrf(self, ses: dict[str, Any]) -> str:
        token = secrets.token_urlsafe(40)
        ses["tokens"] = ses["tokens"][-9:] + [token]
        return f'<input id="csrf_token" name="csrf_token" type="hidden" value="{token}">'

    def forged(self, request: Request, ses: dict[str, Any]) -> Response | None:
        if request.method == "POST" and request.get("csrf_token") not in ses["tokens"]:
            words = "The CSRF token is missing." if not request.get("csrf_token") else "The CSRF token is invalid."
            return Response(f'<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">\n<title>400 Bad Request</title>\n<h1>Bad Request</h1>\n<p>{words}</p>\n', 400)
        return None

    def render(self, ses: dict[str, Any], title: str, block: str, menu: str = "") -> Response:
        flashes = "\n".join(f'        <div class="notification is-{kind} is-light">\n          <button class="delete" type="button" onclick="this.parentNode.remove()"></button>\n          {text}\n        </div>' for kind, text in ses["flashes"])
        ses["flashes"] = []
        return Response(f"""<!doctype html>
<html>
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{title}</title>
    <link rel="stylesheet" href="https://cdn.jsdelivr.net/npm/bulma@0.9.0/css/bulma.min.css">
    <script defer src="https://use.fontawesome.com/releases/v5.14.0/js/all.js"></script>
    <script src="https://code.jquery.com/jquery-3.5.1.min.js"></script>
  </head>
  <body>
    <nav class="navbar is-info" role="navigation">
      <div class="navbar-brand">
        <a class="navbar-item" href="/"><span class="icon"><i class="fas fa-hospital"></i></span><b>NTUH</b></a>
        <a role="button" class="navbar-burger" onclick="$('.navbar-menu').toggleClass('is-active')"><span></span><span></span><span></span></a>
      </div>
      <div class="navbar-menu">{menu}</div>
    </nav>
    <section class="section">
      <div class="container">
{flashes}
{block}
      </div>
    </section>
    <footer class="footer"><div class="content has-text-centered"><p>Made with <i class="fas fa-heart"></i> by 資訊室暑期實習生 2020</p></div></footer>
  </body>
</html>""")

    def captcha_tag(self, ses: dict[str, Any], letters: str = "") -> str:
        ses["captcha_answer"] = self.truth.new_captcha(letters, 4) if letters else self.truth.new_captcha()
        code = base64.b64encode(picture(ses["captcha_answer"], "PNG", (130, 40))).decode()
        return f'<img class="simple-captcha-img" src="data:image/png;base64, {code}" />'

    def captcha_ok(self, ses: dict[str, Any], given: str) -> bool:
        answer, newest = ses.pop("captcha_answer", ""), self.truth.captcha
        self.truth.captcha = ""
        return bool(answer) and answer == newest and given == answer

    # ---- portal/app.py
    def portal(self, request: Request) -> Response:
        key, ses = self.session(request)
        path = request.path
        if request.method == "POST":
            self.takes(request, branch="campus", username="employee_id", password="portal_password", captcha="captcha", old="old_password", new="new_password", new2="new_password_again")
            bad = self.forged(request, ses)
            if bad:
                return bad
        if path == "/":
            return self.with_cookie("portal", key, redirect("/dashboard" if ses.get("user") else "/login"))
        if path == "/login":
            if request.method == "POST":
                message = ""
                if not self.captcha_ok(ses, request.get("captcha").strip().upper()):
                    message = "驗證碼打錯囉，再試一次"
                elif request.get("branch") != "T0":
                    message = "這個院區還沒有開放"
                elif request.get("username").strip() != self.truth.person.employee_id or request.get("password") != self.truth.portal_password:
                    message = "登入失敗 QQ 請檢查你的帳號和密碼"
                if message:
                    self.truth.counts["sign_in_refused"] += 1
                    ses["flashes"].append(("danger", message))
                    return self.with_cookie("portal", key, redirect("/login"))
                self.memory.pop(key)
                key = secrets.token_urlsafe(24)
                self.memory[key] = {"host": "portal", "tokens": [], "flashes": [], "user": True, "sid": secrets.token_hex(16)}
                self.truth.sessions.add("portal:" + self.memory[key]["sid"])
                self.truth.counts["sign_in"] += 1
                return self.with_cookie("portal", key, Response('<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="1; url=/dashboard"><title>登入成功</title><p>登入成功，1 秒後自動跳轉… <a href="/dashboard">沒有跳轉請點我</a></p>'))
            return self.with_cookie("portal", key, self.login_html(ses))
        if not ses.get("user"):
            if path.count("/") == 1 and path in ("/dashboard", "/password", "/logout"):
                ses["flashes"].append(("warning", "請先登入喔"))
                return self.with_cookie("portal", key, redirect("/login"))
            return Response("<h1>Not Found</h1>", 404)
        if path == "/logout":
            self.memory.pop(key)
            self.truth.sessions.discard("portal:" + ses["sid"])
            self.truth.counts["sign_out_portal"] += 1
            return redirect("/login", ("Set-Cookie", "portal_session=; Max-Age=0; Path=/"))
        if path == "/dashboard":
            return self.render(ses, "Dashboard", self.tiles(ses), self.navbar())
        if path == "/password":
            if request.method == "POST":
                new = request.get("new")
                errors = []
                if request.get("old") != self.truth.portal_password:
                    errors.append("舊密碼不對")
                if len(new) < 8 or not any(c.isdigit() for c in new) or not re.search("[A-Za-z]", new):
                    errors.append("新密碼太弱了（要 8 個字以上，英文＋數字）")
                if new != request.get("new2"):
                    errors.append("兩次新密碼打得不一樣")
                if not errors and new == self.truth.portal_password:
                    errors.append("新密碼跟舊的一樣啦")
                if errors:
                    self.truth.counts["password_refused"] += 1
                    ses["flashes"] += [("danger", e) for e in errors]
                    return redirect("/password")
                self.truth.portal_password = new
                self.truth.counts["password_changed"] += 1
                ses["flashes"].append(("success", "密碼改好了！記得下次要用新的 👍"))
                return redirect("/dashboard")
            return self.render(ses, "更改密碼", self.password_html(ses), self.navbar())
        if path == "/todo":
            return self.render(ses, "施工中", '<h1 class="title">🚧 施工中</h1><a class="button" href="/dashboard">回功能選單</a>', self.navbar())
        return Response("<h1>Not Found</h1><p>The requested URL was not found on the server.</p>", 404)

    def login_html(self, ses: dict[str, Any]) -> Response:
        return self.render(ses, "登入", f"""        <div class="columns is-centered"><div class="column is-5"><div class="card">
          <header class="card-header"><p class="card-header-title">登入本院PORTAL系統</p></header>
          <div class="card-content">
            <form action="" method="post" novalidate>
              {self.csrf(ses)}
              <div class="field"><label class="label">院區</label><div class="control"><div class="select is-fullwidth"><select id="branch" name="branch"><option value="T0">總院區</option><option value="T4">新竹</option><option value="Y0">雲林</option></select></div></div></div>
              <div class="field"><p class="control has-icons-left"><input class="input" id="username" name="username" placeholder="帳號" type="text" value=""><span class="icon is-small is-left"><i class="fas fa-user"></i></span></p></div>
              <div class="field"><p class="control has-icons-left"><input class="input" id="password" name="password" placeholder="密碼" type="password" value=""><span class="icon is-small is-left"><i class="fas fa-lock"></i></span></p></div>
              <div class="field has-addons"><p class="control is-expanded"><input class="input" id="captcha" name="captcha" placeholder="驗證碼 (不用區分大小寫)" type="text" autocomplete="off"></p><p class="control">{self.captcha_tag(ses)}</p></div>
              <div class="field"><button class="button is-info is-fullwidth" type="submit"><span class="icon"><i class="fas fa-sign-in-alt"></i></span><span>登入</span></button></div>
            </form>
          </div>
          <footer class="card-footer"><a class="card-footer-item" href="https://www.ntuh.gov.tw">院外網</a><a class="card-footer-item" href="/login">換一張驗證碼</a></footer>
        </div></div></div>""", '<div class="navbar-end"><a class="navbar-item" href="https://reg.ntuh.gov.tw">網路掛號</a></div>')

    def navbar(self) -> str:
        return f"""<div class="navbar-start"><a class="navbar-item" href="/todo">醫療系統</a><a class="navbar-item" href="/todo">行政系統</a></div>
        <div class="navbar-end"><div class="navbar-item"><form action="/todo" method="get"><input class="input is-small" name="q" type="search" placeholder="找功能…"></form></div><span class="navbar-item">{self.truth.person.name} 您好!</span><a class="navbar-item" href="/logout"><span class="icon"><i class="fas fa-sign-out-alt"></i></span><span>登出</span></a></div>"""

    def tiles(self, ses: dict[str, Any]) -> str:
        cards = ""
        contact = f"{self.urls['inner']}/contact?SESSION={ses['sid']}"
        for to, icon, label, text in (("/password", "key", "更改密碼", "Portal 的密碼"), (contact, "address-book", "維護個人連絡資料", "電話、英文姓名"), ("/todo", "search", "查詢員工連絡資料", "找同事"), ("/todo", "file-invoice", "員工扣繳憑單查詢", "報稅用")):
            cards += f'\n          <div class="column is-3"><a href="{to}"><div class="card"><div class="card-content has-text-centered"><span class="icon is-large"><i class="fas fa-3x fa-{icon}"></i></span><p class="title is-5">{label}</p><p class="subtitle is-6">{text}</p></div></div></a></div>'
        return f"""        <article class="message is-warning"><div class="message-header"><p>全院公告 2</p></div><div class="message-body">2020/07/01 進院請戴口罩、量體溫</div></article>
        <h2 class="title is-4"><span class="icon"><i class="fas fa-user-cog"></i></span> 個人管理</h2>
        <div class="columns is-multiline">{cards}
        </div>"""

    def password_html(self, ses: dict[str, Any]) -> str:
        boxes = "".join(f'\n            <div class="field"><label class="label" for="{name}">{label}</label><div class="control has-icons-left"><input class="input" id="{name}" name="{name}" type="password" value=""><span class="icon is-left"><i class="fas fa-lock"></i></span></div></div>' for name, label in (("old", "請輸入舊密碼"), ("new", "請輸入新密碼"), ("new2", "請再輸入新密碼")))
        return f"""        <h1 class="title">更改密碼</h1>
        <div class="box">
          <form action="/password" method="post" id="pwform">
            {self.csrf(ses)}{boxes}
            <p class="help is-danger is-hidden" id="mismatch">兩次密碼不一致</p>
            <label class="label">密碼強度檢核</label><progress class="progress is-small" id="bar" value="0" max="100"></progress>
            <div class="content"><ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol></div>
            <div class="buttons"><button class="button is-primary" type="submit"><span class="icon"><i class="fas fa-check"></i></span><span>送出</span></button><a class="button is-light" href="/dashboard"><span class="icon"><i class="fas fa-arrow-left"></i></span><span>回功能選單</span></a></div>
          </form>
        </div>
        <script>$('#new2').on('input',function(){{ $('#mismatch').toggleClass('is-hidden', $('#new').val()==$('#new2').val()); }});</script>"""

    # ---- hr/app.py
    def inner(self, request: Request) -> Response:
        owner = next((m for m in self.memory.values() if m["host"] == "portal" and m.get("sid") and m["sid"] == request.query.get("SESSION")), None)
        if request.method == "POST":
            self.takes(request, mobile="mobile_phone")
        if request.path != "/contact":
            return Response("<h1>Not Found</h1>", 404)
        if owner is None:
            return Response('<!doctype html><meta charset="utf-8"><h1>403</h1><p>SESSION 過期了，請回 Portal 重新登入</p>', 403)
        bad = self.forged(request, owner)
        if bad:
            return bad
        columns = (("en_last", "english_surname", "英文姓", "ex:Chen(陳)"), ("en_first", "english_given", "英文首名", "ex: Yi-Fen(怡芬)"), ("en_middle", "english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填"),
                   ("office", "office_phone", "辦公室電話", "ex:61234或23123456"), ("home", "home_phone", "住宅電話", "ex:0223123456"), ("mobile", "mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))
        if request.method == "POST":
            data = {column: request.get(name).strip() for name, column, *_ in columns}
            if not all(request.has(name) for name, *_ in columns):
                return Response("<h1>Bad Request</h1><p>KeyError</p>", 400)
            if not re.match(r"^09\d{8}$", data["mobile_phone"]):
                owner["flashes"].append(("danger", "手機號碼怪怪的，要 09 開頭 10 碼"))
            elif not data["english_surname"] or not data["english_given"]:
                owner["flashes"].append(("danger", "英文姓名不能空白"))
            else:
                self.truth.saved_contact.update(data)
                self.truth.counts["contact_saved"] += 1
                owner["flashes"].append(("success", "<strong>OK！</strong> 資料存好了"))
            return redirect("/contact?SESSION=" + owner["sid"])
        person = self.truth.person
        rows = ""
        for name, column, label, hint in columns:
            value = self.truth.saved_contact.get(column, getattr(person, column))
            rows += f'\n            <div class="field is-horizontal"><div class="field-label is-normal"><label class="label">{label}</label></div><div class="field-body"><div class="field"><div class="control"><input class="input" name="{name}" type="text" value="{escape(value)}"></div><p class="help">{hint}</p></div></div></div>'
        return self.render(owner, "維護個人連絡資料", f"""        <h1 class="title">台大醫院---維護個人連絡資料</h1>
        <div class="tags has-addons"><span class="tag">員工編號</span><span class="tag is-info">{person.employee_id}</span></div><div class="tags has-addons"><span class="tag">姓名</span><span class="tag is-info">{person.name}</span></div>
        <div class="box"><form method="post">
            {self.csrf(owner)}{rows}
            <div class="field is-grouped is-grouped-right"><button class="button is-success" type="submit"><span class="icon"><i class="fas fa-save"></i></span><span>異動儲存</span></button></div>
        </form></div>""", f'<div class="navbar-end"><a class="navbar-item" href="{self.urls["portal"]}/dashboard">回功能選單</a></div>')

    # ---- account/app.py
    WHAT = {"activate": "啟用網路帳號及首次雲端帳號密碼設定", "reset": "重置雲端服務密碼"}

    def account(self, request: Request) -> Response:
        key, ses = self.session(request)
        if request.method == "POST":
            self.takes(request, emp="employee_id", phone="registered_phone", otp="code", alias="alias", cloud_pw="cloud_password", agree="consent")
            bad = self.forged(request, ses)
            if bad:
                return bad
        return self.with_cookie("account", key, self.account_view(request, ses))

    def account_view(self, request: Request, ses: dict[str, Any]) -> Response:
        path, post, truth = request.path, request.method == "POST", self.truth
        if path == "/":
            return self.render(ses, "網路帳號", self.rules())
        if path == "/vpn":
            return self.render(ses, "VPN", '<h1 class="title">請洽資訊室</h1>')
        if path == "/bye":
            if ses.get("proof") in truth.sessions:
                truth.sessions.discard(ses["proof"])
                truth.counts["sign_out_account"] += 1
            for name in ("proof", "emp", "otp", "what"):
                ses.pop(name, None)
            ses["flashes"].append(("info", "掰掰～"))
            return redirect("/")
        match = re.match(r"^/(activate|reset)(?:/(ask|phone|check|setup|done))?$", path)
        if not match:
            return Response("<h1>Not Found</h1>", 404)
        what, step = match.groups()
        if step is None:
            if ses.get("what") != what or ses.get("proof"):
                truth.sessions.discard(ses.pop("proof", ""))
                ses.update(what=what, emp="", otp=None)
            return self.render(ses, "身分驗證", self.proof_html(ses, what))
        if ses.get("what") != what:
            return redirect("/")
        if step == "ask" and post:
            ses["emp"] = ""
            if request.get("emp").strip() != truth.person.employee_id:
                ses["flashes"].append(("danger", "沒有這個員工編號耶"))
                return redirect("/" + what)
            ses["emp"] = truth.person.employee_id
            return redirect(f"/{what}/phone")
        if not ses.get("emp"):
            ses["flashes"].append(("warning", "請先輸入員工編號"))
            return redirect("/" + what)
        if step == "phone":
            if post:
                if request.get("phone").strip() != (truth.saved_contact.get("mobile_phone") or truth.person.mobile_phone):
                    ses["flashes"].append(("danger", "這不是你登記的手機喔，簡訊沒有寄出去"))
                    return redirect(f"/{what}/phone")
                ses["otp"] = (truth.new_message(), time.time())
                ses["flashes"].append(("success", "<strong>動態碼簡訊發送成功</strong><br>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"))
                return redirect("/" + what)
            return self.render(ses, "手機門號", f"""        <div class="columns is-centered"><div class="column is-6"><div class="card"><div class="card-content"><form method="post">
          {self.csrf(ses)}<div class="field"><p class="control has-icons-left"><input class="input is-medium" type="tel" name="phone" maxlength="10" placeholder="請輸入帳號登記的手機門號(10碼)" required><span class="icon is-left"><i class="fas fa-mobile-alt"></i></span></p></div>
          <div class="buttons is-right"><button class="button is-primary" type="submit"><span class="icon"><i class="fas fa-paper-plane"></i></span><span>確定發送</span></button><a class="button" href="/{what}">取消</a></div></form></div></div></div></div>""")
        if step == "check" and post:
            code, at = ses.get("otp") or ("", 0)
            words = ""
            if not code:
                words = "還沒發送動態碼喔"
            elif time.time() - at > 120:
                words = "動態碼過期了（只有 2 分鐘），再發一次吧"
            elif request.get("otp").strip() != code:
                words = "動態碼不對，再看一下簡訊"
            if words:
                truth.counts["code_refused"] += 1
                ses["flashes"].append(("danger", words))
                return redirect("/" + what)
            ses["otp"] = None
            ses["proof"] = "account:" + secrets.token_hex(8)
            truth.sessions.add(ses["proof"])
            truth.counts["code_accepted"] += 1
            return redirect(f"/{what}/setup")
        if not ses.get("proof"):
            return redirect("/" + what)
        end = '<div class="navbar-end"><a class="navbar-item" href="/bye"><span class="icon"><i class="fas fa-door-open"></i></span><span>登出</span></a></div>'
        if step == "done":
            text = f"恭喜！<b>{escape(truth.alias)}@ntuh.gov.tw</b> 是你的了，明天開始可以收信。" if what == "activate" else "新的雲端密碼已經可以用了。"
            return self.render(ses, "完成", f'<section class="hero is-success is-medium"><div class="hero-body"><p class="title"><i class="fas fa-check-circle"></i> 設定完成</p><p class="subtitle">{text}</p></div></section>', end)
        if step == "setup" and post:
            return self.setup_post(request, ses, what)
        return self.render(ses, "設定", self.setup_html(ses, what), end)

    def rules(self) -> str:
        return """        <div class="content"><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p></div>
        <article class="message is-danger"><div class="message-header"><p>《規範》</p></div><div class="message-body content"><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li></ul></div></article>
        <article class="message"><div class="message-header"><p>《常見問題與服務》</p></div><div class="message-body content"><p><b>Q: 密碼修改後多久可以生效</b><br>A: 即時生效。</p><p><b>Q: 忘記密碼</b><br>A: 請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></div></article>
        <div class="columns">
          <div class="column"><div class="card"><div class="card-content"><a class="button is-link is-fullwidth is-medium" href="/activate" style="white-space:normal;height:auto"><span class="icon"><i class="fas fa-rocket"></i></span><span>啟用網路帳號及<br>首次雲端帳號密碼設定</span></a><p>啟用本院微軟相關服務，如：Office365, Outlook...</p></div></div></div>
          <div class="column"><div class="card"><div class="card-content"><a class="button is-warning is-fullwidth is-medium" href="/reset"><span class="icon"><i class="fas fa-redo"></i></span><span>重置雲端服務密碼</span></a><p>重設非Portal帳號的密碼</p></div></div></div>
          <div class="column"><div class="card"><div class="card-content"><a class="button is-light is-fullwidth is-medium" href="/vpn"><span>總院廠商VPN展延申請</span></a></div></div></div>
        </div>"""

    def proof_html(self, ses: dict[str, Any], what: str) -> str:
        return f"""        <h1 class="title is-4">{self.WHAT[what]}</h1>
        <div class="notification is-warning is-light"><b>注意事項</b><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div>
        <div class="box">
          <form action="/{what}/ask" method="post">{self.csrf(ses)}
            <label class="label" for="emp">網路帳號 / 主職員工編號</label>
            <div class="field has-addons"><div class="control is-expanded"><input class="input" id="emp" name="emp" type="text" maxlength="6" value="{ses.get('emp', '')}"></div>
            <div class="control"><button class="button is-info" type="submit"><span class="icon"><i class="fas fa-sms"></i></span><span>發送簡訊動態碼</span></button></div></div>
          </form><br>
          <form action="/{what}/check" method="post">{self.csrf(ses)}
            <div class="field"><label class="label" for="otp">簡訊(或MOTP)動態碼</label><div class="control"><input class="input" id="otp" name="otp" type="text" maxlength="6" autocomplete="off"></div></div>
            <div class="field is-grouped is-grouped-right"><button class="button is-primary" type="submit"><span>下一步</span><span class="icon"><i class="fas fa-arrow-right"></i></span></button></div>
          </form>
        </div>"""

    def setup_html(self, ses: dict[str, Any], what: str) -> str:
        person, truth = self.truth.person, self.truth
        facts = "".join(f"<tr><th>{a}</th><td>{b}</td></tr>" for a, b in (("網路帳號 / 主職員工編號", person.employee_id), ("帳號姓名", person.name), ("主職單位", person.unit), ("有效期限", person.valid_until)))
        head = f'        <h1 class="title is-4">{"設定密碼與郵件別名" if what == "activate" else self.WHAT[what]}</h1>\n        <table class="table is-fullwidth">{facts}</table>'
        if what == "activate" and truth.alias:
            return head + f'\n        <div class="notification is-info">你已經啟用過囉！雲端服務帳號 (電子郵件名稱)：<b>{escape(truth.alias)}</b>@ntuh.gov.tw</div>'
        alias = agree = ""
        if what == "activate":
            alias = f"""<label class="label" for="alias">雲端服務帳號 (電子郵件名稱)</label><div class="field has-addons"><p class="control is-expanded"><input class="input" id="alias" name="alias" type="text" maxlength="64" value="{escape(ses.pop('typed', ''))}"></p><p class="control"><a class="button is-static">@ntuh.gov.tw</a></p></div><p class="help">名稱長度限64字元內</p>"""
            agree = """<div class="field"><label class="checkbox"><input type="checkbox" id="agree" name="agree" value="y" onclick="$('#go').prop('disabled', !this.checked)"> 我知道電子郵件名稱設定後不能修改，並同意遵守《規範》</label></div>"""
        go, icon = ("啟用雲端服務", "cloud") if what == "activate" else ("重置", "redo")
        return head + f"""
        <div class="box"><form method="post" autocomplete="off">{self.csrf(ses)}
          {alias}
          <div class="field"><label class="label" for="cloud_pw">雲端服務密碼</label><div class="control has-icons-right"><input class="input" id="cloud_pw" name="cloud_pw" type="password" autocomplete="new-password"><span class="icon is-right"><i class="fas fa-eye"></i></span></div><p class="help">8 個字以上，英文＋數字，不要跟 Portal 一樣</p></div>
          {agree}
          <div class="buttons is-right"><a class="button is-light" href="/bye"><span class="icon"><i class="fas fa-times"></i></span><span>{"取消啟用" if what == "activate" else "取消"}</span></a><button class="button is-success" id="go" type="submit"{" disabled" if agree else ""}><span class="icon"><i class="fas fa-{icon}"></i></span><span>{go}</span></button></div>
        </form></div>"""

    def setup_post(self, request: Request, ses: dict[str, Any], what: str) -> Response:
        truth, word, alias, words = self.truth, request.get("cloud_pw"), request.get("alias").strip(), ""
        if what == "activate":
            if truth.alias:
                words = "已經啟用過了，不能再啟用一次"
            elif request.get("agree") != "y":
                words = "要先勾選同意才能啟用"
            elif not re.match(r"^[A-Za-z0-9][A-Za-z0-9._-]{1,63}$", alias):
                words = "電子郵件名稱只能用英文、數字、. _ - 喔"
            elif alias.lower() == "taken.name":
                words = "這個電子郵件名稱被別人搶走了，換一個吧"
        elif not truth.alias:
            words = "你還沒啟用雲端服務"
        if not words and (len(word) < 8 or not re.search(r"\d", word) or not re.search("[A-Za-z]", word)):
            words = "雲端密碼太弱了（8 個字以上，英文＋數字）"
        if not words and word == truth.portal_password:
            words = "雲端密碼不可以跟 Portal 的一樣"
        if words:
            ses["typed"] = alias
            ses["flashes"].append(("danger", words))
            return redirect(f"/{what}/setup")
        truth.cloud_password = word
        if what == "activate":
            truth.alias = alias
            truth.counts["activated"] += 1
        return redirect(f"/{what}/done")

    # ---- mail/app.py
    def mail(self, request: Request) -> Response:
        key, ses = self.session(request)
        truth, path = self.truth, request.path
        if request.method == "POST":
            self.takes(request, email="mail_account", pw="mail_password", captcha="captcha")
            bad = self.forged(request, ses)
            if bad:
                return bad
        if path == "/logout" and ses.get("mail"):
            truth.sessions.discard(ses.pop("mail"))
            truth.counts["sign_out_mail"] += 1
            ses["flashes"].append(("info", "已登出"))
            return redirect("/")
        if ses.get("mail"):
            return self.render(ses, "收件匣", '<h1 class="title"><i class="fas fa-inbox"></i> 收件匣</h1><table class="table is-fullwidth is-hoverable"><tr><td>資訊室</td><td>歡迎使用新信箱</td><td>7/1</td></tr></table>', '<div class="navbar-end"><a class="navbar-item" href="/logout">登出</a></div>')
        if request.method == "POST" and path == "/":
            words = ""
            if not self.captcha_ok(ses, request.get("captcha").strip()):
                words = "驗證碼不對"
            elif not truth.alias or request.get("email").strip().lower() != truth.alias.lower() or request.get("pw") != truth.cloud_password:
                words = "帳號或密碼不對"
            if not words:
                ses["mail"] = "mail:" + secrets.token_hex(8)
                truth.sessions.add(ses["mail"])
                truth.counts["mail_sign_in"] += 1
                return redirect("/inbox")
            ses["flashes"].append(("danger", words))
            return redirect("/")
        if path != "/":
            return redirect("/")
        return self.with_cookie("mail", key, self.render(ses, "Mail", f"""        <div class="columns"><div class="column is-5"><form class="box" method="post">{self.csrf(ses)}
          <div class="field"><label class="label">帳號:</label><input class="input" name="email" type="text"></div><div class="field"><label class="label">密碼:</label><input class="input" name="pw" type="password"></div>
          <div class="field"><label class="label">驗證碼(小寫字母或數字):</label>{self.captcha_tag(ses, "23456789abcdefghjkmnpqrstuvwxyz")}<input class="input" name="captcha" type="text" autocomplete="off"></div>
          <label class="checkbox"><input type="checkbox" name="remember" value="1"> 記住登入資訊 (公用電腦請勿勾選)</label><br><br>
          <button class="button is-link" type="submit"><span class="icon"><i class="fas fa-envelope"></i></span><span>登入</span></button></form></div>
          <div class="column"><article class="message"><div class="message-header">公佈欄</div><div class="message-body">體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</div></article></div></div>"""))

"""Three hands. The portal and the personnel pages: a clerk who drags widgets in a bought low-code designer (everything is ctl_NNNN,
one form, one state, one runtime address). The account site: a substitute-service man's Express + EJS evenings (flash, csurf, Swal).
The webmail: a Zimbra that the vendor gave a picture code.
"""

from __future__ import annotations

import base64
import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect


class TheSite(Site):
    title = "low-code portal, Express/EJS account site, Zimbra-like webmail"

    def __init__(self) -> None:
        super().__init__()
        self.fx: dict[str, dict] = {}
        self.node: dict[str, dict] = {}
        self.zimbra: dict[str, str] = {}
        self.shot = ""

    # =============================================================== low-code runtime
    def run(self, request: Request, cookie: str, pages: dict) -> Response:
        sid = request.cookies.get(cookie, "")
        setting = []
        if sid not in self.fx:
            sid = secrets.token_hex(12)
            self.fx[sid] = {"sid": sid}
            setting = [("Set-Cookie", f"{cookie}={sid}; Path=/; HttpOnly")]
        session = self.fx[sid]
        if request.path == "/fx/res/captcha":
            return Response(picture(self.truth.captcha, "BMP"), kind="image/bmp") if request.query.get("k") == self.shot else Response("", 404)
        if request.path != "/app/run.fx":
            answer = redirect("/app/run.fx?app=PORTAL&page=1200") if request.path == "/" and "1200" in pages else Response("FX-404", 404)
        else:
            page = pages.get(request.query.get("page", ""))
            answer = page(request, session) if page else Response("FX-0021 page not deployed", 404)
        answer.headers += setting
        return answer

    def fxpage(self, session: dict, address: str, caption: str, widgets: str, message: tuple[str, str] | None = None, tools: str = "") -> Response:
        session["state"] = base64.b64encode(secrets.token_bytes(42)).decode()
        toast = ""
        if message:
            toast = f'<script>fxReady(function(){{fxToast("{message[0]}","{message[1]}");}});</script>'
        return Response(f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><meta name="generator" content="AgileCanvas 7.2 SP3"><title>{caption}</title><link rel="stylesheet" href="/fx/res/fx-runtime.css"><script src="/fx/res/fx-runtime.min.js"></script>
<script>function fxEvent(c,e){{var f=document.getElementById('fxForm');f.elements['__fx_event'].value=c+'.'+e;f.submit();}}</script></head>
<body class="fx-body"><form id="fxForm" name="fxForm" method="post" action="{escape(address)}" enctype="multipart/form-data">
<input type="hidden" name="__fx_event" value=""><input type="hidden" name="__fx_state" value="{session["state"]}"><input type="hidden" name="__fx_scroll" value="0,0">
<div class="fx-toolbar" id="ctl_8700"><span class="fx-w" id="ctl_8701">{caption}</span>{tools}</div><div class="fx-canvas" id="ctl_8800" style="position:relative;height:620px">
{widgets} </div></form>{toast}</body></html>""")

    @staticmethod
    def w(ident: int, top: int, left: int, inner: str, kind: str = "Panel") -> str:
        return f'<div class="fx-w fx-{kind}" id="ctl_{ident}_box" data-fx="{kind}" style="position:absolute;top:{top}px;left:{left}px">{inner}</div>\n'

    def row(self, ident: int, top: int, text: str, kind: str = "text", value: str = "", hint: str = "", target: int = 0) -> str:
        """A label widget and a box widget; the box is always the next number, `target` where she copied a row and forgot."""
        return (self.w(ident, top, 40, f'<label id="ctl_{ident}" for="ctl_{target or ident + 1}">{text}</label>', "Label")
                + self.w(ident + 1, top, 220, f'<input type="{kind}" id="ctl_{ident + 1}" name="ctl_{ident + 1}" value="{escape(value)}" class="fx-input"><span class="fx-val" id="ctl_{ident + 1}_v" style="display:none">必填欄位</span>', "Text")
                + (self.w(ident + 2, top, 430, f'<span class="fx-hint">{hint}</span>', "Html") if hint else ""))

    def button(self, ident: int, top: int, left: int, text: str) -> str:
        return self.w(ident, top, left, f'<button type="submit" id="ctl_{ident}" name="__fx_btn" value="ctl_{ident}.click"><i class="fx-ico fx-ico-ok"></i><span>{text}</span></button>', "Button")

    @staticmethod
    def event(request: Request, session: dict) -> str:
        if request.method != "POST":
            return ""
        if not session.get("state") or request.get("__fx_state") != session["state"]:
            return "stale"
        return request.get("__fx_btn") or request.get("__fx_event")

    # =============================================================== portal
    def portal(self, request: Request) -> Response:
        return self.run(request, "FXSID", {"1200": self.p_login, "1203": self.p_hop, "1210": self.p_menu, "1299": self.p_bye})

    def p_login(self, request: Request, session: dict) -> Response:
        truth, message = self.truth, None
        if request.method == "POST":
            self.takes(request, ctl_8827="campus", ctl_8831="employee_id", ctl_8834="portal_password", ctl_8838="captcha")
            event = self.event(request, session)
            if event == "stale":
                message = ("error", "頁面狀態已失效，請重新輸入")
            elif event == "ctl_8840.click":
                good = bool(truth.captcha) and session.get("shot") == self.shot and request.get("ctl_8838").strip().upper() == truth.captcha
                truth.captcha = ""
                if good and request.get("ctl_8827") == "T0" and request.get("ctl_8831").strip() == truth.person.employee_id and request.get("ctl_8834") == truth.portal_password:
                    session["user"] = secrets.token_hex(16)
                    truth.sessions.add("portal:" + session["user"])
                    truth.counts["sign_in"] += 1
                    return redirect("/app/run.fx?app=PORTAL&page=1203")
                truth.counts["sign_in_refused"] += 1
                message = ("error", "員編或通行密碼核對失敗" if good else "驗證碼核對失敗")
        truth.new_captcha()
        self.shot = session["shot"] = secrets.token_hex(6)
        options = "".join(f'<option value="{v}">{t}</option>' for v, t in (("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("T4", "新竹分院"), ("T5", "竹東分院"), ("Y0", "雲林分院")))
        return self.fxpage(session, "/app/run.fx?app=PORTAL&page=1200", "台大醫院 醫療資訊系統", "".join((
            self.w(8820, 10, 40, '<h2 id="ctl_8820">登入本院PORTAL系統</h2>', "Html"),
            self.w(8826, 60, 40, '<label id="ctl_8826" for="ctl_8827">院區</label>', "Label"),
            self.w(8827, 60, 220, f'<select id="ctl_8827" name="ctl_8827">{options}</select>', "Select"),
            self.row(8830, 100, "帳號"), self.row(8833, 140, "密碼", "password"),
            self.row(8837, 180, "驗證碼", hint="(不用區分大小寫)"),
            self.w(8836, 215, 220, f'<img id="ctl_8836" src="/fx/res/captcha?k={self.shot}">', "Image"),
            self.button(8841, 260, 330, "換圖"), self.button(8840, 260, 220, "確認"),
            self.w(8850, 310, 40, "如無法登入，請撥資訊室分機261120，告知『請協助重設PORTAL登入密碼』。", "Html"))), message)

    def p_hop(self, request: Request, session: dict) -> Response:
        return Response('<html><head><meta charset="utf-8"><title>...</title></head><body>系統載入中，請稍候…<script>window.location.replace("/app/run.fx?app=PORTAL&page=1210");</script></body></html>')

    def p_menu(self, request: Request, session: dict) -> Response:
        message = None
        if request.method == "POST":
            self.takes(request)
        if "user" not in session:
            return redirect("/app/run.fx?app=PORTAL&page=1200")
        event, go = self.event(request, session), {"ctl_9012.click": "2210", "ctl_9017.click": "2230"}
        if event == "stale":
            message = ("error", "頁面狀態已失效，請再點一次")
        elif event in go:
            return redirect(f"{self.urls['inner']}/app/run.fx?app=HR&page={go[event]}&SESSION={session['user']}")
        elif event == "ctl_8702.click":
            return redirect("/app/run.fx?app=PORTAL&page=1299")
        elif event:
            message = ("info", "查無符合之功能" if event.startswith("ctl_8711") else "此功能尚未開放")
        items = ((9010, "醫療系統"), (9011, "資訊安全"), (9012, "更改密碼"), (9013, "個人簽章提醒設定"), (9014, "薪資所得免稅額申報表"), (9016, "查詢員工連絡資料"), (9017, "維護個人連絡資料"), (9018, "個人追蹤名單"))
        return self.fxpage(session, "/app/run.fx?app=PORTAL&page=1210", "PORTAL 首頁", "".join(
            self.w(i, 20 + 34 * n, 40, f'<a id="ctl_{i}" class="fx-link" href="javascript:fxEvent(\'ctl_{i}\',\'click\')">{t}</a>', "Link") for n, (i, t) in enumerate(items))
            + self.w(9030, 20, 320, "<div class='fx-grid'>全院公告 1<br>2026/10/01 電子郵件社交工程演練通知</div>", "Grid"), message,
            f'<input type="text" name="ctl_8710" id="ctl_8710" placeholder="功能搜尋"><button type="submit" name="__fx_btn" value="ctl_8711.click" id="ctl_8711">找</button> {escape(self.truth.person.name)} 您好! <a id="ctl_8702" href="javascript:fxEvent(\'ctl_8702\',\'click\')">登出</a>')

    def p_bye(self, request: Request, session: dict) -> Response:
        user = session.pop("user", None)
        if user:
            self.truth.sessions.discard("portal:" + user)
            self.truth.counts["sign_out_portal"] += 1
        return Response('<html><head><meta charset="utf-8"><meta http-equiv="refresh" content="2;url=/app/run.fx?app=PORTAL&amp;page=1200"></head><body>感謝您的使用，系統已登出。</body></html>')

    # =============================================================== personnel pages, same product
    def inner(self, request: Request) -> Response:
        return self.run(request, "FXHR", {"2210": self.h_password, "2230": self.h_contact})

    def h_open(self, request: Request) -> bool:
        return "portal:" + request.query.get("SESSION", "-") in self.truth.sessions

    def h_tools(self) -> str:
        return f' <a id="ctl_8705" href="{self.urls["portal"]}/app/run.fx?app=PORTAL&amp;page=1210">回功能選單</a> <a id="ctl_8706" href="{self.urls["portal"]}/app/run.fx?app=PORTAL&amp;page=1299">登出系統</a>'

    def h_gone(self) -> Response:
        return Response(f'<meta charset="utf-8"><div class="fx-error">FX-0107 使用者未登入，<a href="{self.urls["portal"]}/">請先登入</a></div>', 401)

    def h_password(self, request: Request, session: dict) -> Response:
        truth, message = self.truth, None
        if request.method == "POST":
            self.takes(request, ctl_9103="old_password", ctl_9106="new_password", ctl_9109="new_password_again")
        if not self.h_open(request):
            return self.h_gone()
        event = self.event(request, session)
        if event == "stale":
            message = ("error", "頁面狀態已失效，請重新輸入")
            truth.counts["password_refused"] += 1
        elif event == "ctl_9120.click":
            old, new, again = (request.get(f"ctl_{n}") for n in (9103, 9106, 9109))
            if old != truth.portal_password:
                message = ("error", "舊密碼核對失敗")
            elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search(r"\d", new):
                message = ("error", "新密碼未達設定條件")
            elif new != again:
                message = ("error", "新密碼前後不一致")
            else:
                truth.portal_password = new
                truth.counts["password_changed"] += 1
                message = ("success", "密碼更新OK")
            if message[0] == "error":
                truth.counts["password_refused"] += 1
        address = f"/app/run.fx?app=HR&page=2210&SESSION={request.query['SESSION']}"
        return self.fxpage(session, address, "更改密碼", "".join((
            self.row(9102, 20, "請輸入舊密碼：", "password"), self.row(9105, 60, "請輸入新密碼：", "password"),
            self.row(9108, 100, "請再輸入新密碼：", "password", target=9116),
            self.w(9112, 140, 40, "密碼強度檢核：", "Label"), self.w(9113, 140, 220, '<meter min="0" max="4" value="0"></meter>', "Gauge"),
            self.w(9115, 180, 40, "密碼設定條件：<ul><li>1.密碼長度不可少於8個字元</li><li>2.密碼內容需包含英文及數字</li></ul>", "Html"),
            self.button(9120, 280, 40, "存檔"), self.button(9121, 280, 140, "清空"))), message, self.h_tools())

    CONTACT = ((9207, "英文姓：", "english_surname", "ex:Chen(陳)"), (9211, "英文首名：", "english_given", "ex: Yi-Fen(怡芬) (說明)"),
               (9215, "英文中名：", "english_middle", "ex:Mary 為英文別名，如無，可不填"), (9219, "辦公室電話：", "office_phone", "ex:61234或23123456"),
               (9223, "住宅電話：", "home_phone", "ex:0223123456"), (9241, "行動電話：", "mobile_phone", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))

    def h_contact(self, request: Request, session: dict) -> Response:
        truth, person, message = self.truth, self.truth.person, None
        if request.method == "POST":
            self.takes(request, ctl_9242="mobile_phone")
        if not self.h_open(request):
            return self.h_gone()
        values = {key: truth.saved_contact.get(key, getattr(person, key)) for _, _, key, _ in self.CONTACT}
        event = self.event(request, session)
        if event == "stale":
            message = ("error", "頁面狀態已失效")
        elif event == "ctl_9250.click":
            if request.get("ctl_9204") != person.employee_id or any(not request.has(f"ctl_{i + 1}") for i, _, _, _ in self.CONTACT):
                message = ("error", "資料列鍵值不符")
            else:
                values = {key: request.get(f"ctl_{i + 1}").strip() for i, _, key, _ in self.CONTACT}
                if not re.fullmatch(r"09\d{8}", values["mobile_phone"]):
                    message = ("error", "行動電話請輸入10碼數字")
                else:
                    truth.saved_contact = values
                    truth.counts["contact_saved"] += 1
                    message = ("success", "資料列更新 1 筆")
        widgets = self.w(9200, 0, 40, "<h3>台大醫院---維護個人連絡資料</h3>", "Html") + self.button(9250, 40, 40, "異動儲存")
        widgets += self.w(9203, 80, 40, f'員工編號：<input type="text" id="ctl_9204" name="ctl_9204" value="{person.employee_id}" readonly> 姓名：<input type="text" id="ctl_9205" value="{escape(person.name)}" disabled>', "Panel")
        for n, (ident, text, key, hint) in enumerate(self.CONTACT):
            widgets += self.row(ident, 120 + 36 * n, text, value=values[key], hint=hint)
        return self.fxpage(session, f"/app/run.fx?app=HR&page=2230&SESSION={request.query['SESSION']}", "維護個人連絡資料", widgets, message, self.h_tools())

    # =============================================================== account site: express, ejs
    def account(self, request: Request) -> Response:
        cookie = request.cookies.get("connect.sid", "")
        setting = []
        if cookie not in self.node:
            cookie = "s%3A" + secrets.token_urlsafe(24) + "." + secrets.token_hex(20)
            self.node[cookie] = {"sid": cookie[4:20], "csrf": secrets.token_urlsafe(27), "flash": []}
            setting = [("Set-Cookie", f"connect.sid={cookie}; Path=/; HttpOnly")]
        answer = self.route(request, self.node[cookie])
        answer.headers += setting + [("X-Powered-By", "Express")]
        return answer

    def ejs(self, session: dict, view: str) -> Response:
        flashes = "".join(f'\n    <div class="notification is-{k}"><button class="delete" type="button"></button>{t}</div>' for k, t in session["flash"] if k != "swal")
        swals = "".join(f"\n    <script>Swal.fire({{ icon: 'success', title: '{t.split('|')[0]}', text: '{t.split('|')[1]}', confirmButtonText: '確定' }});</script>" for k, t in session["flash"] if k == "swal")
        session["flash"] = []
        return Response(f"""<!DOCTYPE html>
<html><head><title>網路帳號服務</title><meta charset="utf-8"><link rel='stylesheet' href='/stylesheets/bulma.min.css' /><link rel='stylesheet' href='/stylesheets/style.css' /><script src="/javascripts/sweetalert2.all.min.js"></script></head><body>
    <section class="section"><div class="container">{flashes}
{view} </div></section>{swals} </body></html>
""")

    def route(self, request: Request, session: dict) -> Response:
        truth, path, post = self.truth, request.path, request.method == "POST"
        if post:
            self.takes(request, agree="consent", username="employee_id", mobile="registered_phone", otp="code", email="alias", password="cloud_password", password2="cloud_password_again")
            if request.get("_csrf") != session["csrf"]:
                return Response("<pre>ForbiddenError: invalid csrf token</pre>", 403)
        csrf = f'<input type="hidden" name="_csrf" value="{session["csrf"]}">'

        def back(kind: str, text: str, to: str) -> Response:
            session["flash"].append((kind, text))
            return redirect(to)

        if path == "/":
            return self.ejs(session, f"""      <h1 class="title">網路帳號服務</h1>
      <p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><article class="message"><div class="message-header">《規範》</div><div class="message-body"><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p>
        <ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同，以確保個人資料安全。</li></ul></div></article>
      <article class="message"><div class="message-header">《常見問題與服務》</div><div class="message-body"><b>忘記密碼</b> 請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。<br><b>密碼修改後多久可以生效</b> 即時生效。</div></article><form action="/start" method="post">
        {csrf}
        <label class="checkbox"><input type="checkbox" name="agree" value="yes" required> 我已詳閱規範並同意遵守</label>
        <div class="buttons">
          <button class="button is-primary" name="to" value="activate">啟用網路帳號及首次雲端帳號密碼設定</button>
          <button class="button is-warning" name="to" value="reset">重置雲端服務密碼</button>
          <button class="button" type="button" disabled>總院廠商VPN展延申請</button>
        </div>
      </form>""")
        if path == "/start" and post:
            if request.get("agree") != "yes":
                return back("danger", "請先勾選已詳閱規範", "/")
            if request.get("to") not in ("activate", "reset"):
                return back("danger", "請選擇服務項目", "/")
            session["to"] = request.get("to")
            return redirect("/otp")
        if path == "/logout":
            if session.pop("verified", None):
                truth.sessions.discard("account:" + session["sid"])
                truth.counts["sign_out_account"] += 1
            session.pop("to", None)
            return back("info", "已登出", "/")
        if "to" not in session:
            return redirect("/") if path.startswith(("/otp", "/cloud", "/reset")) else Response(f"<pre>Cannot {request.method} {escape(path)}</pre>", 404)
        if path == "/otp" and not post:
            asked = session.get("asking", False)
            return self.ejs(session, self.otp_view(session, csrf, asked))
        if path == "/otp/ask" and post:
            session["username"] = request.get("username").strip()
            session["asking"] = session["username"] == truth.person.employee_id
            return redirect("/otp") if session["asking"] else back("danger", "帳號不存在", "/otp")
        if path == "/otp/cancel" and post:
            session["asking"] = False
            return redirect("/otp")
        if path == "/otp/send" and post:
            if not session.get("asking"):
                return back("danger", "請先輸入帳號", "/otp")
            if request.get("mobile").strip() != truth.saved_contact.get("mobile_phone", truth.person.mobile_phone):
                return back("danger", "門號與註冊資料不符", "/otp")
            session["asking"] = False
            session["otp"] = {"code": truth.new_message(), "at": time.time()}
            return back("swal", "動態碼簡訊發送成功|成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」", "/otp")
        if path == "/otp/verify" and post:
            kept = session.get("otp")
            if not kept or request.get("otp").strip() != kept["code"]:
                truth.counts["code_refused"] += 1
                return back("danger", "動態碼不符", "/otp")
            if time.time() - kept["at"] > 120:
                truth.counts["code_refused"] += 1
                return back("danger", "動態碼過期了，請重發", "/otp")
            session.pop("otp")
            session["verified"] = session["to"]
            truth.sessions.add("account:" + session["sid"])
            truth.counts["code_accepted"] += 1
            return redirect("/cloud" if session["to"] == "activate" else "/reset")
        if path in ("/cloud", "/reset", "/cloud/done"):
            if session.get("verified") != ("reset" if path == "/reset" else "activate"):
                return back("danger", "請先通過身分驗證", "/otp")
            return self.cloud(request, session, csrf, back)
        return Response(f"<pre>Cannot {request.method} {escape(path)}</pre>", 404)

    def otp_view(self, session: dict, csrf: str, asked: bool) -> str:
        heading = "啟用網路帳號及首次雲端帳號密碼設定" if session["to"] == "activate" else "重置雲端服務密碼"
        dialog = f"""
      <dialog open class="box" id="dlgMobile">
        <form action="/otp/send" method="post">
          {csrf}
          <p>請輸入帳號登記的手機門號(10碼)</p>
          <input class="input" type="tel" name="mobile" maxlength="10" pattern="09[0-9]{{8}}">
          <button class="button is-primary" type="submit">確定發送</button>
        </form>
        <form action="/otp/cancel" method="post">{csrf}<button class="button" type="submit">取消</button></form>
      </dialog>""" if asked else ""
        return f"""      <h1 class="title">{heading}</h1>
      <div class="content"><ul><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li><li>如未申請MOTP服務請洽資訊服務台辦理(261120)。</li></ul></div>{dialog}
      <form action="/otp/ask" method="post" class="field has-addons">
        {csrf}
        <input class="input" type="text" name="username" placeholder="網路帳號 / 主職員工編號" value="{escape(session.get("username", ""))}">
        <button class="button is-info">發送簡訊動態碼</button>
      </form>
      <form action="/otp/verify" method="post">
        {csrf}
        <input class="input" type="text" name="otp" placeholder="簡訊(或MOTP)動態碼" autocomplete="off">
        <button class="button is-primary">下一步 <span class="icon"><i class="fas fa-arrow-right"></i></span></button>
      </form>"""

    def cloud(self, request: Request, session: dict, csrf: str, back) -> Response:
        truth, person, path = self.truth, self.truth.person, request.path
        error = ""
        if request.method == "POST" and request.get("act") != "cancel":
            secret = request.get("password")
            if len(secret) < 8 or not re.search("[A-Za-z]", secret) or not re.search("[0-9]", secret):
                error = "密碼需 8 碼以上英數混合"
            elif secret == truth.portal_password:
                error = "不可與 Portal 密碼相同"
            elif secret != request.get("password2"):
                error = "兩次密碼不一樣喔"
        if path == "/reset":
            if not truth.alias:
                return self.ejs(session, '      <p>這個帳號還沒啟用，請先【啟用網路帳號】</p>\n      <a href="/logout">登出</a>')
            if request.method == "POST":
                if error:
                    return back("danger", error, "/reset")
                truth.cloud_password = request.get("password")
                return back("success", "重設好了，請用新密碼登入信箱", "/reset")
            return self.ejs(session, f"""      <h1 class="title">重置雲端服務密碼</h1>
      <form method="post">{csrf}<input class="input" type="password" name="password" placeholder="新密碼"><input class="input" type="password" name="password2" placeholder="新密碼(再一次)"><button class="button">送出</button></form>
      <p>8 碼以上英數混合，且不可與 Portal 密碼相同</p><a href="/logout">登出</a>""")
        if path == "/cloud/done":
            return self.ejs(session, f'      <h1 class="title">恭喜！</h1>\n      <p>{escape(truth.alias)}@ntuh.gov.tw 設定好了，明天就可以用囉</p>\n      <a class="button" href="/logout">登出</a>')
        if request.method == "POST":
            email = request.get("email").strip()
            if request.get("act") == "cancel":
                return redirect("/logout")
            if truth.alias:
                return back("danger", "這個帳號已經啟用過了，不能再設定", "/cloud")
            if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?", email):
                return back("danger", "名稱只能用英數字和 . _ -", "/cloud")
            if email.lower() == "taken.name":
                return back("danger", "這個名稱被用走了，請換一個", "/cloud")
            if error:
                return back("danger", error, "/cloud")
            truth.alias, truth.cloud_password = email, request.get("password")
            truth.counts["activated"] += 1
            return redirect("/cloud/done")
        facts = "".join(f"<tr><th>{k}</th><td>{escape(v)}</td></tr>" for k, v in (("網路帳號 / 主職員工編號", person.employee_id), ("帳號姓名", person.name), ("主職單位", person.unit), ("有效期限", person.valid_until)))
        if truth.alias:
            form = f'<div class="notification is-info is-light">這個帳號先前已完成啟用，信箱是 <b>{escape(truth.alias)}@ntuh.gov.tw</b></div>'
        else:
            form = f"""<form action="/cloud" method="post">
        {csrf}
        <div class="field has-addons"><label class="label">雲端服務帳號<br>(電子郵件名稱)</label><input class="input" type="text" name="email" maxlength="64"><a class="button is-static">@ntuh.gov.tw</a></div><p class="help">名稱長度限64字元內</p>
        <input class="input" type="password" name="password" placeholder="設定密碼"><input class="input" type="password" name="password2" placeholder="再次輸入密碼"><p class="help">8 碼以上英數混合，且不可與 Portal 密碼相同</p>
        <button class="button" name="act" value="cancel" formnovalidate>取消啟用</button> <button class="button is-primary" name="act" value="enable">啟用雲端服務</button> 服務於設定完成隔日生效
      </form>"""
        return self.ejs(session, f"""      <h1 class="title">設定密碼與郵件別名</h1>
      <table class="table">{facts}</table>
      {form}
      <a href="/logout">登出</a>""")

    # =============================================================== webmail
    def mail(self, request: Request) -> Response:
        truth = self.truth
        token = request.cookies.get("ZM_AUTH_TOKEN", "")
        if request.path == "/zimbra/captcha.png":
            return Response(picture(truth.captcha, "PNG"), kind="image/png")
        if request.path == "/h/search":
            if self.zimbra.get(token) != "in":
                return redirect("/")
            return Response(f"""<html><head><title>Zimbra: 收件匣</title><meta charset="utf-8"></head><body><table width="100%"><tr><td>{escape(truth.alias)}@ntuh.gov.tw</td><td align="right"><a href="/?loginOp=logout">登出</a></td></tr></table>
<form name="searchForm" action="/h/search" method="get"><input type="text" name="sq" value="in:inbox"><input type="submit" name="search" value="搜尋郵件"></form><table class="List"><tr><td>資訊室</td><td>歡迎使用</td></tr></table></body></html>""")
        if request.path != "/":
            return Response("HTTP ERROR 404", 404)
        if request.query.get("loginOp") == "logout" and request.method == "GET":
            if self.zimbra.pop(token, "") == "in":
                truth.sessions.discard("mail:" + token[:12])
                truth.counts["sign_out_mail"] += 1
            return redirect("/", ("Set-Cookie", "ZM_AUTH_TOKEN=; Path=/; Max-Age=0"))
        error = ""
        if request.method == "POST":
            self.takes(request, username="mail_account", password="mail_password", captcha="captcha")
            wrong = not truth.captcha or request.get("captcha").strip() != truth.captcha
            truth.captcha = ""
            csrf = request.get("login_csrf")
            if request.get("loginOp") != "login" or self.zimbra.pop(csrf, "") != "csrf" or request.cookies.get("ZM_LOGIN_CSRF") != csrf:
                error = "工作階段已過期，請重試。"
            elif wrong:
                error = "驗證碼不相符，請重試。"
            elif not truth.alias or request.get("username").strip().lower().removesuffix("@ntuh.gov.tw") != truth.alias.lower() or request.get("password") != truth.cloud_password:
                error = "使用者名稱或密碼不正確。請確認大寫鎖定未開啟，然後重新輸入。"
            else:
                token = "0_" + secrets.token_hex(24)
                self.zimbra[token] = "in"
                truth.sessions.add("mail:" + token[:12])
                truth.counts["mail_sign_in"] += 1
                return redirect("/h/search", ("Set-Cookie", f"ZM_AUTH_TOKEN={token}; Path=/; HttpOnly"))
        truth.new_captcha("abcdefghijkmnpqrstuvwxyz23456789", 5)
        csrf = secrets.token_hex(16)
        self.zimbra[csrf] = "csrf"
        box = f'<div class="errorMessage" id="ZLoginErrorPanel"><table><tr><td><img src="/img/dwt/ImgCritical_32.png"></td><td>{error}</td></tr></table></div>' if error else ""
        return Response(f"""<!DOCTYPE html>
<html class="user_font_size_normal" lang="zh_TW"><head><title>電子郵件 登入</title><meta charset="utf-8"><link rel="stylesheet" href="/css/common,login,zhtml,skin.css?skin=harmony"></head>
<body onload="onLoad();"><div class="LoginScreen"><div class="center"><div class="contentBox"><h1><a href="https://www.zimbra.com/" id="bannerLink" target="_new"><span class="ScreenReaderOnly">Zimbra</span></a></h1>
{box}<form method="post" name="loginForm" action="/" accept-charset="UTF-8"><input type="hidden" name="loginOp" value="login"/><input type="hidden" name="login_csrf" value="{csrf}"/>
<table class="form"><tr><td><label for="username">帳號:</label></td><td><input id="username" class="zLoginField" name="username" type="text" value="" size="40" autocomplete="off"/></td></tr>
<tr><td><label for="password">密碼:</label></td><td><input id="password" class="zLoginField" name="password" type="password" value="" size="40"/></td></tr>
<tr><td><label for="captcha">驗證碼(小寫字母或數字):</label></td><td><input id="captcha" name="captcha" type="text" size="8" autocomplete="off"/><img src="/zimbra/captcha.png?{csrf[:6]}"/></td></tr>
<tr><td>&nbsp;</td><td class="submitTD"><input type="submit" value="登入" class="ZLoginButton DwtButton"/><input id="remember" value="1" type="checkbox" name="zrememberme"/><label for="remember">記住登入資訊 (公用電腦請勿勾選)</label></td></tr></table>
<hr/><div class="positioning"><label for="client">版本:</label><select id="client" name="client"><option value="preferred" selected>預設</option><option value="advanced">進階 (Ajax)</option><option value="standard">標準 (HTML)</option></select></div></form></div>
<div class="decor1">公佈欄<p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p><p>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}/">https://help.ntuh.gov.tw/</a></p></div></div></div></body></html>""",
                        headers=[("Set-Cookie", f"ZM_LOGIN_CSRF={csrf}; Path=/; HttpOnly")])

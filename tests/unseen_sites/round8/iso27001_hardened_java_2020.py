"""Spring Boot with Thymeleaf and Bootstrap 4 after an ISO 27001 audit: one-time tokens, no inline script, POST only."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

IDLE = 600
APP_JS = """document.addEventListener('DOMContentLoaded', function () { document.querySelectorAll('form[data-confirm]').forEach(function (f) { f.addEventListener('submit', function (e) { if (!window.confirm(f.dataset.confirm)) { e.preventDefault(); } }); }); document.querySelectorAll('input[data-enables]').forEach(function (c) { var b = document.getElementById(c.dataset.enables); c.addEventListener('change', function () { b.disabled = !c.checked; }); }); document.querySelectorAll('form[data-autosubmit]').forEach(function (f) { f.submit(); }); document.querySelectorAll('input[data-guard]').forEach(function (i) { i.addEventListener('focus', function () { i.removeAttribute('readonly'); }); }); document.querySelectorAll('img[data-reload]').forEach(function (i) { i.addEventListener('click', function () { i.src = i.dataset.reload + '?_=' + Date.now(); }); });
});"""
HEADERS = [
    ("Content-Security-Policy", "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"), ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"),
    ("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate"), ("Pragma", "no-cache"), ("Expires", "0"), ("Referrer-Policy", "same-origin"),
]


class TheSite(Site):
    title = "iso27001_hardened_java_2020"

    def __init__(self) -> None:
        super().__init__()
        self.http: dict[str, dict] = {}
        self.assertions: dict[str, str] = {}
        self.last_in, self.last_bad = "2020/11/02 08:13:22 (10.1.27.33)", "無"

    # ---- the container: sessions, tokens, views
    def _open(self, request: Request, cookie: str, path: str) -> tuple[dict, list[tuple[str, str]]]:
        me = self.http.get(request.cookies.get(cookie, ""))
        if me is not None and time.time() - me["seen"] > IDLE:
            self.truth.sessions.discard(f"{me['kind']}:{me['id']}")
            del self.http[me["id"]]
            me = None
        if me is not None:
            me["seen"] = time.time()
            return me, []
        return self._new(cookie, path)

    def _new(self, cookie: str, path: str) -> tuple[dict, list[tuple[str, str]]]:
        sid = secrets.token_hex(16).upper()
        self.http[sid] = {"id": sid, "seen": time.time(), "tokens": {}, "stage": "", "kind": "portal"}
        return self.http[sid], [("Set-Cookie", f"{cookie}={sid}; Path={path}; HttpOnly; SameSite=Lax")]

    def _token(self, me: dict, purpose: str) -> str:
        token = secrets.token_urlsafe(24)
        stamp = hashlib.sha256((token + purpose).encode()).hexdigest()[:24]
        me["tokens"][token] = (purpose, stamp)
        while len(me["tokens"]) > 40:
            me["tokens"].pop(next(iter(me["tokens"])))
        return f'<input type="hidden" name="_csrf" value="{token}"/><input type="hidden" name="formSign" value="{stamp}"/>'

    def _right(self, request: Request, me: dict, purpose: str, *fields: str, may: tuple[str, ...] = ()) -> bool:
        """The token is this form's and unused, and the posted fields are those of the form, no more, no fewer."""
        if me["tokens"].pop(request.get("_csrf"), None) != (purpose, request.get("formSign")):
            return False
        names = [n for n, _ in request.form]
        return len(names) == len(set(names)) and set(names) - set(may) == {"_csrf", "formSign", *fields}

    def _html(self, title: str, body: str, cookies: list | None = None, status: int = 200, head: str = "") -> Response:
        return Response(f"""<!DOCTYPE html>
<html lang="zh-Hant">
<head>
    <meta charset="UTF-8"/>
    <meta name="viewport" content="width=device-width, initial-scale=1, shrink-to-fit=no"/>{head}
    <title>{title}</title>
    <link rel="stylesheet" href="/static/bootstrap.min.css"/>
    <script src="/static/app.js" defer="defer"></script>
</head>
<body class="bg-light">
{body}
<footer class="text-muted text-center small">本系統通過 ISO/IEC 27001 驗證，所有操作均留存稽核紀錄 | ver 3.2.1 | trace {secrets.token_hex(4)}</footer>
</body>
</html>""", status, headers=[*HEADERS, *(cookies or [])])

    def _error(self, back: str, cookies: list | None = None) -> Response:
        return self._html("請求無效", f'<div class="container"><div class="card border-danger"><div class="card-body"><h5 class="card-title">[SEC-4030] 請求無效或重複送出</h5><p>為確保資訊安全，請勿使用上一頁或重新整理，請由系統選單重新操作。</p><a class="btn btn-secondary" href="{back}">返回</a></div></div></div>', cookies, 403)

    def _said(self, text: str, kind: str = "danger") -> str:
        return f'<div class="alert alert-{kind} alert-dismissible" role="alert"><span>{text}</span><button type="button" class="close" data-dismiss="alert" aria-label="Close"><span aria-hidden="true">&times;</span></button></div>' if text else ""

    def _static(self, request: Request) -> Response | None:
        if request.path == "/static/app.js":
            return Response(APP_JS, kind="application/javascript")
        return Response("", 404) if request.path.startswith("/static/") or request.path == "/favicon.ico" else None

    # ---- PORTAL
    def portal(self, request: Request) -> Response:
        static = self._static(request)
        if static:
            return static
        path, back = request.path, "/portal/main"
        if path in ("/", "/portal", "/portal/"):
            return redirect("/portal/login")
        me, cookies = self._open(request, "PORTALSESSIONID", "/portal")
        if path == "/portal/captcha":
            return Response(picture(self.truth.new_captcha(), "PNG", (140, 36)), kind="image/png", headers=[*HEADERS, *cookies])
        if path == "/portal/login":
            return self._login(request, me, cookies)
        if path == "/portal/bye":
            return self._html("登出", '<div class="container"><div class="alert alert-info">您已安全登出，請關閉瀏覽器。</div><a href="/portal/login">重新登入</a></div>', cookies)
        if f"portal:{me['id']}" not in self.truth.sessions:
            if request.method == "POST":
                self.takes(request, currentSecret="old_password", newSecret="new_password", confirmSecret="new_password_again")
            return redirect("/portal/login?timeout", *cookies)
        if path == "/portal/logout" and request.method == "POST":
            self.takes(request)
            if not self._right(request, me, "logout"):
                return self._error(back)
            self.truth.sessions.discard(f"portal:{me['id']}")
            self.truth.counts["sign_out_portal"] += 1
            del self.http[me["id"]]
            return redirect("/portal/bye", ("Set-Cookie", "PORTALSESSIONID=; Path=/portal; Max-Age=0"), status=303)
        if path == "/portal/notice":
            return self._notice(request, me)
        if me["stage"] != "main":
            return redirect("/portal/notice")
        if path == "/portal/main":
            return self._main(me)
        if path == "/portal/func" and request.method == "POST":
            self.takes(request)
            if not self._right(request, me, "func:" + request.get("funcId"), "funcId"):
                return self._error(back)
            if request.get("funcId") == "PM0101":
                return redirect("/portal/pm/password", status=303)
            if request.get("funcId") == "PM0106":
                handle = secrets.token_urlsafe(40)
                self.assertions[handle] = me["id"]
                return self._html("系統介接", f'<div class="container"><p>系統導向中，請稍候…</p><form method="post" action="{self.urls["inner"]}/hrm/sso" data-autosubmit="true"><input type="hidden" name="assertion" value="{handle}"/><input type="hidden" name="relayState" value="/hrm/contact"/><button type="submit" class="btn btn-primary">若未自動導向，請按此繼續</button></form></div>')
            return self._html("未授權", self._bar(me, "訊息") + '<div class="container">[SEC-4031] 您無此功能權限。 <a href="/portal/main">回功能選單</a></div>')
        if path == "/portal/pm/password":
            return self._password(request, me)
        return self._error(back)

    def _login(self, request: Request, me: dict, cookies: list) -> Response:
        said = "您已閒置過久或尚未登入，請重新登入。" if "timeout" in request.query or request.headers.get("X-Timeout") else ""
        if request.method == "POST":
            self.takes(request, hospital="campus", userId="employee_id", userPwd="portal_password", captchaAns="captcha")
            text, self.truth.captcha = self.truth.captcha, ""
            person = self.truth.person
            if not self._right(request, me, "login", "hospital", "userId", "userPwd", "captchaAns", "homepage") or request.get("homepage"):
                return self._error("/portal/login", cookies)
            if not text or request.get("captchaAns").strip().upper() != text.upper():
                said = "[AUTH-1003] 圖形驗證碼不正確"
            elif request.get("hospital") != "T0":
                said = "[AUTH-1004] 院區與帳號不符"
            elif request.get("userId").strip() != person.employee_id or request.get("userPwd") != self.truth.portal_password:
                said = "[AUTH-1001] 帳號或密碼不正確，本次失敗已記錄"
                self.last_bad = time.strftime("%Y/%m/%d %H:%M:%S")
            else:
                for old in [s for s in self.truth.sessions if s.startswith("portal:")]:
                    self.truth.sessions.discard(old)
                    self.http.pop(old[7:], None)
                self.http.pop(me["id"], None)
                me, cookies = self._new("PORTALSESSIONID", "/portal")
                me["stage"] = "notice"
                self.truth.sessions.add(f"portal:{me['id']}")
                self.truth.counts["sign_in"] += 1
                return redirect("/portal/notice", *cookies, status=303)
            self.truth.counts["sign_in_refused"] += 1
        body = f"""<div class="container"><div class="row justify-content-center"><div class="col-md-6"><div class="card shadow-sm"><div class="card-header">登入本院PORTAL系統 <span class="badge badge-secondary">內部使用</span></div><div class="card-body">{self._said(said)}
<form method="post" action="/portal/login" autocomplete="off">{self._token(me, "login")}
<div class="form-group row"><label for="hospital" class="col-sm-3 col-form-label">院區 <span class="text-danger">*</span></label><div class="col-sm-9"><select id="hospital" name="hospital" class="custom-select"><option value="T0" selected="selected">總院區</option><option value="T2">北護分院</option><option value="T3">金山分院</option><option value="T4">新竹分院</option><option value="Y0">雲林分院</option></select></div></div>
<div class="form-group row"><label for="userId" class="col-sm-3 col-form-label">帳號 <span class="text-danger">*</span></label><div class="col-sm-9"><input id="userId" name="userId" type="text" class="form-control" maxlength="6" pattern="[0-9]{{6}}" required="required" autocomplete="off"/><small class="form-text text-muted">6位數數字</small></div></div>
<div class="form-group row"><label for="userPwd" class="col-sm-3 col-form-label">密碼 <span class="text-danger">*</span></label><div class="col-sm-9"><input id="userPwd" name="userPwd" type="password" class="form-control" readonly="readonly" data-guard="true" maxlength="64" autocomplete="new-password"/></div></div>
<div style="position:absolute;left:-9999px" aria-hidden="true"><label for="homepage">請勿填寫</label><input id="homepage" name="homepage" type="text" value="" tabindex="-1"/></div>
<div class="form-group row"><label for="captchaAns" class="col-sm-3 col-form-label">驗證碼 <span class="text-danger">*</span></label><div class="col-sm-4"><input id="captchaAns" name="captchaAns" type="text" class="form-control" maxlength="6" autocomplete="off"/></div><div class="col-sm-5"><img src="/portal/captcha" alt="圖形驗證碼" data-reload="/portal/captcha"/><small class="form-text">不用區分大小寫</small></div></div>
<button type="submit" class="btn btn-primary btn-block">安全登入</button></form></div><div class="card-footer small">未經授權之存取將依法追訴。如無法登入，請撥資訊室分機261120</div></div></div></div></div>"""
        return self._html("身分鑑別", body, cookies)

    def _notice(self, request: Request, me: dict) -> Response:
        said = ""
        if request.method == "POST":
            self.takes(request, readFlag="consent")
            if not self._right(request, me, "notice", "noticeId", may=("readFlag",)) or request.get("noticeId") != "SEC-109-031":
                return self._error("/portal/notice")
            if request.get("readFlag") == "Y":
                me["stage"] = "main"
                return redirect("/portal/main", status=303)
            said = "請先勾選「我已閱讀」"
        body = f"""<div class="container"><h4>資訊安全宣導</h4>{self._said(said, "warning")}<div class="card"><div class="card-body"><p>SEC-109-031　主旨：社交工程演練公告</p><ol><li>請勿開啟來路不明之郵件及附件。</li><li>密碼應定期變更，且不得與他人共用。</li><li>公務資料不得上傳至私人雲端空間。</li></ol>
<form method="post" action="/portal/notice">{self._token(me, "notice")}<input type="hidden" name="noticeId" value="SEC-109-031"/><div class="custom-control custom-checkbox"><input type="checkbox" class="custom-control-input" id="readFlag" name="readFlag" value="Y" data-enables="btnGo"/><label class="custom-control-label" for="readFlag">我已閱讀並瞭解上述公告內容</label></div>
<button id="btnGo" type="submit" class="btn btn-primary" disabled="disabled">確認，進入系統</button></form></div></div></div>"""
        return self._html("公告閱讀確認", body)

    def _bar(self, me: dict, here: str) -> str:
        return f"""<nav class="navbar navbar-dark bg-dark"><span class="navbar-brand">PORTAL</span><span class="navbar-text small">{self.truth.person.name} 您好! 上次登入成功：{self.last_in}　上次登入失敗：{self.last_bad}　閒置 10 分鐘將自動登出</span><form class="form-inline" method="post" action="/portal/logout">{self._token(me, "logout")}<button class="btn btn-outline-light btn-sm" type="submit">登出系統</button></form></nav>
<nav aria-label="breadcrumb"><ol class="breadcrumb"><li class="breadcrumb-item">首頁</li><li class="breadcrumb-item active" aria-current="page">{here}</li></ol></nav>"""

    def _main(self, me: dict) -> Response:
        entries = [("PM0101", "更改密碼"), ("PM0102", "個人簽章提醒設定"), ("PM0105", "查詢員工連絡資料"), ("PM0106", "維護個人連絡資料"), ("PM0107", "個人就醫紀錄查詢"), ("PM0112", "行動憑證申請")]
        items = "".join(f'<li class="list-group-item p-1"><form method="post" action="/portal/func">{self._token(me, "func:" + k)}<input type="hidden" name="funcId" value="{k}"/><button type="submit" class="btn btn-link">{t}</button></form></li>' for k, t in entries)
        default = '<div class="alert alert-warning">[SEC-2001] 您目前使用預設密碼，請儘速變更。</div>' if self.truth.portal_password == self.truth.person.national_id else ""
        body = self._bar(me, "功能選單") + f"""<div class="container">{default}<div class="row"><div class="col-4"><div class="card"><div class="card-header">個人管理</div><ul class="list-group list-group-flush">{items}</ul></div></div><div class="col-8"><div class="card"><div class="card-header">全院公告 2</div><div class="card-body"><p>2020/10/19 請全院同仁填報「薪資所得免稅額申報表」</p><p>總院差勤待簽 0 未核准 0 被駁回 0</p></div></div></div></div></div>"""
        return self._html("功能選單", body, head=f'\n    <meta http-equiv="refresh" content="{IDLE};url=/portal/login?timeout"/>')

    def _password(self, request: Request, me: dict) -> Response:
        said, kind = "", "danger"
        if request.method == "POST":
            self.takes(request, currentSecret="old_password", newSecret="new_password", confirmSecret="new_password_again")
            if not self._right(request, me, "password", "currentSecret", "newSecret", "confirmSecret", "acctSeq") or request.get("acctSeq") != "0":
                return self._error("/portal/pm/password")
            old, new = request.get("currentSecret"), request.get("newSecret")
            said = ("[PWD-3001] 舊密碼不正確" if old != self.truth.portal_password else
                    "[PWD-3002] 新密碼與確認密碼不一致" if new != request.get("confirmSecret") else
                    "[PWD-3003] 新密碼未符合密碼政策" if len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search(r"\d", new) else
                    "[PWD-3004] 不得與前次密碼相同" if new == old else "")
            if said:
                self.truth.counts["password_refused"] += 1
            else:
                self.truth.portal_password = new
                self.truth.counts["password_changed"] += 1
                done = self._bar(me, "更改密碼") + f"""<div class="container"><div class="card border-success"><div class="card-body"><h5>密碼變更作業完成</h5><p>變更時間 {time.strftime("%Y/%m/%d %H:%M:%S")}，已寫入稽核紀錄。</p><a class="btn btn-primary" href="/portal/main">回功能選單</a></div></div></div>"""
                return self._html("更改密碼", done)
        def line(name: str, label: str, tail: str = "") -> str:
            return f'<div class="form-group"><label for="{name}">{label}</label><input type="password" class="form-control" id="{name}" name="{name}" maxlength="64" autocomplete="off" data-guard="true" readonly="readonly"/>{tail}<div class="invalid-feedback">此欄位為必填</div></div>'
        body = self._bar(me, "更改密碼") + f"""<div class="container"><h4>更改密碼</h4>{self._said(said, kind)}<form method="post" action="/portal/pm/password">{self._token(me, "password")}<input type="hidden" name="acctSeq" value="0"/>
{line("currentSecret", "請輸入舊密碼：")}{line("newSecret", "請輸入新密碼：", '<div class="progress"><div class="progress-bar bg-danger" role="progressbar" aria-label="密碼強度檢核"></div></div>')}{line("confirmSecret", "請再輸入新密碼：")}
<p class="small">密碼強度檢核： 密碼設定條件：1.密碼長度不可少於8個字元 2.密碼內容需包含英文及數字</p><button type="submit" class="btn btn-danger">確認變更</button> <a class="btn btn-link" href="/portal/main">回功能選單</a></form></div>"""
        return self._html("更改密碼", body)

    # ---- inner
    def inner(self, request: Request) -> Response:
        static = self._static(request)
        if static:
            return static
        if request.path == "/hrm/sso" and request.method == "POST":
            self.takes(request)
            owner = self.assertions.pop(request.get("assertion"), "")
            if f"portal:{owner}" not in self.truth.sessions or request.get("relayState") != "/hrm/contact":
                return self._error(self.urls["portal"] + "/portal/main")
            me, cookies = self._new("HRMSESSIONID", "/hrm")
            me["owner"], me["kind"] = owner, "hrm"
            return redirect("/hrm/contact", *cookies, status=303)
        wire = {"engLast": "english_surname", "engFirst": "english_given", "engMiddle": "english_middle", "telOffice": "office_phone", "telHome": "home_phone", "telMobile": "mobile_phone"}
        if request.method == "POST":
            self.takes(request, telMobile="mobile_phone")
        me, cookies = self._open(request, "HRMSESSIONID", "/hrm")
        if f"portal:{me.get('owner')}" not in self.truth.sessions or request.path != "/hrm/contact":
            return redirect(self.urls["portal"] + "/portal/login?timeout")
        if me["owner"] in self.http:
            self.http[me["owner"]]["seen"] = time.time()
        person, said, kind = self.truth.person, "", "danger"
        now = {k: self.truth.saved_contact.get(k, getattr(person, k)) for k in wire.values()}
        if request.method == "POST":
            if not self._right(request, me, "contact", "rowVersion", *wire) or request.get("rowVersion") != str(self.truth.counts["contact_saved"]):
                return self._error("/hrm/contact")
            now = {k: request.get(n).strip() for n, k in wire.items()}
            if not re.fullmatch(r"09\d{8}", now["mobile_phone"]):
                said = "[HRM-5002] 行動電話格式不符（09 起始 10 碼數字）"
            elif not re.fullmatch(r"[A-Za-z' -]+", now["english_surname"]) or not re.fullmatch(r"[A-Za-z' -]+", now["english_given"]):
                said = "[HRM-5003] 英文姓名格式不符"
            elif any(not re.fullmatch(r"[0-9#-]{0,15}", now[k]) for k in ("office_phone", "home_phone")):
                said = "[HRM-5004] 電話格式不符"
            else:
                self.truth.saved_contact.update(now)
                self.truth.counts["contact_saved"] += 1
                said, kind = "[HRM-0000] 連絡資料異動作業成功", "success"
        def cell(name: str, label: str, hint: str) -> str:
            return f'<div class="form-group col-md-6"><label for="{name}">{label}</label><input type="text" class="form-control" id="{name}" name="{name}" value="{escape(now[wire[name]])}" maxlength="30" autocomplete="off"/><small class="form-text text-muted">{hint}</small></div>'
        body = f"""<div class="container"><h4>台大醫院---維護個人連絡資料</h4>{self._said(said, kind)}<form method="post" action="/hrm/contact" data-confirm="確定異動？">{self._token(me, "contact")}<input type="hidden" name="rowVersion" value="{self.truth.counts["contact_saved"]}"/>
<dl class="row"><dt class="col-2">員工編號：</dt><dd class="col-4">{person.employee_id}</dd><dt class="col-2">姓名：</dt><dd class="col-4">{person.name}</dd></dl>
<div class="form-row">{cell("engLast", "英文姓：", "ex:Chen(陳)")}{cell("engFirst", "英文首名：", "ex: Yi-Fen(怡芬) (說明)")}{cell("engMiddle", "英文中名：", "ex:Mary 為英文別名，如無，可不填")}{cell("telOffice", "辦公室電話：", "ex:61234或23123456")}{cell("telHome", "住宅電話：", "ex:0223123456")}{cell("telMobile", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")}</div>
<button type="submit" class="btn btn-primary">異動儲存</button> <a class="btn btn-link" href="{self.urls['portal']}/portal/main">回功能選單</a></form></div>"""
        return self._html("維護個人連絡資料", body, cookies)

    # ---- account
    def account(self, request: Request) -> Response:
        static = self._static(request)
        if static:
            return static
        path = request.path
        if path == "/":
            return redirect("/help/index")
        me, cookies = self._open(request, "HELPSESSIONID", "/help")
        me["kind"] = "account"
        if path == "/help/index":
            return self._html("網路帳號服務", self._index(me), cookies)
        if path == "/help/start" and request.method == "POST":
            self.takes(request)
            if not self._right(request, me, "start:" + request.get("svc"), "svc"):
                return self._error("/help/index", cookies)
            me.update(svc=request.get("svc"), txn="", phase="id", no="")
            return redirect("/help/verify", *cookies, status=303)
        if path == "/help/end" and request.method == "POST":
            self.takes(request)
            if not self._right(request, me, "end"):
                return self._error("/help/index", cookies)
            if f"account:{me['id']}" in self.truth.sessions:
                self.truth.sessions.discard(f"account:{me['id']}")
                self.truth.counts["sign_out_account"] += 1
            self.http.pop(me["id"], None)
            return redirect("/help/index", ("Set-Cookie", "HELPSESSIONID=; Path=/help; Max-Age=0"), status=303)
        if path == "/help/verify" and me.get("svc"):
            return self._verify(request, me, cookies)
        if path == "/help/setting" and f"account:{me['id']}" in self.truth.sessions:
            return self._setting(request, me)
        if request.method == "POST":
            self.takes(request, accountId="employee_id", regMobile="registered_phone", otpCode="code", cloudAlias="alias", cloudSecret="cloud_password", cloudSecretConfirm="cloud_password_again")
        return redirect("/help/index", *cookies)

    def _index(self, me: dict) -> str:
        def go(svc: str, text: str, note: str) -> str:
            return f'<form class="mb-2" method="post" action="/help/start">{self._token(me, "start:" + svc)}<input type="hidden" name="svc" value="{svc}"/><button type="submit" class="btn btn-outline-primary btn-block">{text}</button><small class="text-muted">{note}</small></form>'
        return f"""<div class="container"><h3>網路帳號／雲端服務帳號</h3><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<div class="card"><div class="card-header">《規範》</div><div class="card-body"><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同，以確保個人資料安全。</li></ul></div></div>
<div class="card"><div class="card-header">《常見問題與服務》</div><div class="card-body"><dl><dt>密碼修改後多久可以生效</dt><dd>即時生效。</dd><dt>忘記密碼</dt><dd>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</dd></dl></div></div>
{go("NEW", "啟用網路帳號及首次雲端帳號密碼設定", "啟用本院微軟相關服務，如：Office365, Outlook...")}{go("RST", "重置雲端服務密碼", "重設非Portal帳號的密碼")}{go("VPN", "總院廠商VPN展延申請", "總院廠商VPN到期，重新啟用申請。")}</div>"""

    def _verify(self, request: Request, me: dict, cookies: list) -> Response:
        person, said, kind = self.truth.person, "", "danger"
        if me["svc"] == "VPN":
            return self._html("VPN", '<div class="container"><div class="alert alert-info">本服務僅供廠商使用。</div><a href="/help/index">回首頁</a></div>')
        if request.method == "POST":
            self.takes(request, accountId="employee_id", regMobile="registered_phone", otpCode="code")
            step = request.get("step")
            fields = {"ask": ("accountId",), "send": ("regMobile", "txnId"), "cancel": ("txnId",), "next": ("otpCode", "txnId")}.get(step)
            if fields is None or not self._right(request, me, "v:" + step, "step", *fields) or ("txnId" in fields and request.get("txnId") != me["txn"]):
                return self._error("/help/verify", cookies)
            if step == "ask":
                me["no"] = request.get("accountId").strip()
                if me["no"] != person.employee_id:
                    said = "[OTP-2001] 查無此網路帳號"
                    me["phase"] = "id"
                else:
                    me["phase"], me["txn"] = "phone", secrets.token_hex(8)
            elif step == "cancel":
                me["phase"] = "id"
            elif step == "send":
                if request.get("regMobile").strip() != self.truth.saved_contact.get("mobile_phone", person.mobile_phone):
                    said = "[OTP-2002] 門號與登記資料不符，簡訊未發送"
                else:
                    me["code"], me["at"] = self.truth.new_message(), time.time()
                    me["phase"], me["txn"] = "sent", secrets.token_hex(8)
                    said, kind = "<b>動態碼簡訊發送成功</b><br/>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」", "success"
            else:
                code = me.get("code", "")
                if code and time.time() - me["at"] > 120:
                    said = "[OTP-2004] 動態碼逾時失效，請重新發送"
                elif not code or request.get("otpCode").strip() != code:
                    said = "[OTP-2003] 動態碼驗證未通過"
                else:
                    self.truth.counts["code_accepted"] += 1
                    svc = me["svc"]
                    self.http.pop(me["id"])
                    me, cookies = self._new("HELPSESSIONID", "/help")
                    me.update(svc=svc, kind="account", txn=secrets.token_hex(8))
                    self.truth.sessions.add(f"account:{me['id']}")
                    return redirect("/help/setting", *cookies, status=303)
                self.truth.counts["code_refused"] += 1
        name = "啟用網路帳號及首次雲端帳號密碼設定" if me["svc"] == "NEW" else "重置雲端服務密碼"
        txn = f'<input type="hidden" name="txnId" value="{me["txn"]}"/>'
        panel = ""
        if me["phase"] == "phone":
            panel = f"""<div class="card border-warning" role="dialog" aria-modal="true" aria-labelledby="dlgT"><div class="card-header" id="dlgT">持有門號確認</div><div class="card-body"><form method="post" action="/help/verify">{self._token(me, "v:send")}{txn}<input type="hidden" name="step" value="send"/><div class="form-group"><label for="regMobile">請輸入帳號登記的手機門號(10碼)</label><input id="regMobile" name="regMobile" class="form-control" type="tel" maxlength="10" autocomplete="off"/></div><button type="submit" class="btn btn-warning">確定發送</button></form><form method="post" action="/help/verify">{self._token(me, "v:cancel")}{txn}<input type="hidden" name="step" value="cancel"/><button type="submit" class="btn btn-light">取消</button></form></div></div>"""
        off = "" if me["phase"] == "sent" else ' disabled="disabled"'
        body = f"""<div class="container"><div class="alert alert-secondary"><b>注意事項</b><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div><h4>{name}</h4>{self._said(said, kind)}
<form method="post" action="/help/verify">{self._token(me, "v:ask")}<input type="hidden" name="step" value="ask"/><div class="form-group"><label for="accountId">網路帳號 / 主職員工編號</label><div class="input-group"><input id="accountId" name="accountId" class="form-control" type="text" maxlength="6" value="{escape(me.get("no", ""))}" autocomplete="off"/><div class="input-group-append"><button type="submit" class="btn btn-secondary">發送簡訊動態碼</button></div></div></div></form>{panel}
<form method="post" action="/help/verify">{self._token(me, "v:next")}{txn}<input type="hidden" name="step" value="next"/><div class="form-group"><label for="otpCode">簡訊(或MOTP)動態碼</label><input id="otpCode" name="otpCode" class="form-control" type="text" maxlength="6" inputmode="numeric" autocomplete="one-time-code"{off}/></div><button type="submit" class="btn btn-primary"{off}>下一步</button></form></div>"""
        return self._html(name, body, cookies)

    def _setting(self, request: Request, me: dict) -> Response:
        truth, person, said, fresh = self.truth, self.truth.person, "", me["svc"] == "NEW"
        extra = ("cloudAlias",) if fresh else ()
        end = f'<form method="post" action="/help/end">{{}}<button type="submit" class="btn btn-outline-secondary">{{}}</button></form>'
        if request.method == "POST":
            self.takes(request, cloudAlias="alias", cloudSecret="cloud_password", cloudSecretConfirm="cloud_password_again")
            if not self._right(request, me, "setting", "txnId", "cloudSecret", "cloudSecretConfirm", *extra) or request.get("txnId") != me["txn"]:
                return self._error("/help/setting")
            alias, one = request.get("cloudAlias").strip(), request.get("cloudSecret")
            said = ("[ACC-6001] 本帳號已完成啟用，不得重複申請" if fresh and truth.alias else
                    "[ACC-6002] 電子郵件名稱不符命名規則（英文字母開頭，英數及 . _ -）" if fresh and not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{2,63}", alias) else
                    "[ACC-6003] 電子郵件名稱重複，請另擇名稱" if fresh and alias.lower() == "taken.name" else
                    "[ACC-6004] 帳號尚未啟用" if not fresh and not truth.alias else
                    "[ACC-6005] 密碼與確認密碼不一致" if one != request.get("cloudSecretConfirm") else
                    "[ACC-6006] 密碼未符合密碼政策（至少 8 碼，含英文及數字）" if len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search(r"\d", one) else
                    "[ACC-6007] 不得與 Portal 密碼相同" if one == truth.portal_password else "")
            if not said:
                truth.cloud_password = one
                words = "[ACC-0001] 雲端服務密碼重置作業完成"
                if fresh:
                    truth.alias = alias
                    truth.counts["activated"] += 1
                    words = f"[ACC-0000] 帳號啟用作業完成，電子郵件 {escape(alias)}@ntuh.gov.tw 將於次日生效"
                return self._html("作業完成", f'<div class="container"><div class="alert alert-success" role="alert">{words}</div>{end.format(self._token(me, "end"), "結束作業並登出")}</div>')
        pair = """<div class="form-group"><label for="cloudSecret">雲端服務密碼</label><input id="cloudSecret" name="cloudSecret" type="password" class="form-control" maxlength="64" autocomplete="new-password"/></div><div class="form-group"><label for="cloudSecretConfirm">確認雲端服務密碼</label><input id="cloudSecretConfirm" name="cloudSecretConfirm" type="password" class="form-control" maxlength="64" autocomplete="new-password"/></div>"""
        head = f'{self._token(me, "setting")}<input type="hidden" name="txnId" value="{me["txn"]}"/>'
        if not fresh:
            form, name = f'<form method="post" action="/help/setting">{head}{pair}<button type="submit" class="btn btn-primary">確認重置</button></form>', "重置雲端服務密碼"
            facts = ""
        else:
            name = "設定密碼與郵件別名"
            facts = f"""<p class="small">雲端服務帳號說明：1. 雲端服務帳號為跨體系使用。 2. 服務於設定完成隔日生效。</p><dl class="row"><dt class="col-4">網路帳號 / 主職員工編號</dt><dd class="col-8">{person.employee_id}</dd><dt class="col-4">帳號姓名</dt><dd class="col-8">{person.name}</dd><dt class="col-4">主職單位</dt><dd class="col-8">{person.unit}</dd><dt class="col-4">有效期限</dt><dd class="col-8">{person.valid_until}</dd></dl>"""
            if truth.alias and not said:
                form = f'<div class="alert alert-info">[ACC-6001] 帳號狀態：<b>已啟用</b>　電子郵件名稱：{escape(truth.alias)}@ntuh.gov.tw（依規定不得變更）</div>'
            else:
                form = f"""<form method="post" action="/help/setting" data-confirm="電子郵件名稱設定後不得變更，確定啟用？">{head}<div class="form-group"><label for="cloudAlias">雲端服務帳號 (電子郵件名稱)</label><div class="input-group"><input id="cloudAlias" name="cloudAlias" type="text" class="form-control" maxlength="64" value="{escape(request.get("cloudAlias"))}" autocomplete="off"/><div class="input-group-append"><span class="input-group-text">@ntuh.gov.tw</span></div></div><small class="form-text text-muted">名稱長度限64字元內</small></div>{pair}
<button type="submit" class="btn btn-success">啟用雲端服務</button> <small>服務於設定完成隔日生效</small></form>"""
        leave = end.format(self._token(me, "end"), "取消啟用" if fresh and not truth.alias else "結束作業並登出")
        return self._html(name, f'<div class="container"><h4>{name}</h4>{facts}{self._said(said)}{form}<hr/>{leave}</div>')

    # ---- mail
    def mail(self, request: Request) -> Response:
        static = self._static(request)
        if static:
            return static
        path, truth, said = request.path, self.truth, ""
        if path == "/":
            return redirect("/webmail/")
        me, cookies = self._open(request, "MAILSESSIONID", "/webmail")
        me["kind"] = "mail"
        inside = f"mail:{me['id']}" in truth.sessions
        if path == "/webmail/verify.jpg":
            return Response(picture(truth.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5), "JPEG"), kind="image/jpeg", headers=[*HEADERS, *cookies])
        if path == "/webmail/logoff" and request.method == "POST" and inside:
            self.takes(request)
            if not self._right(request, me, "logoff"):
                return self._error("/webmail/inbox")
            truth.sessions.discard(f"mail:{me['id']}")
            truth.counts["sign_out_mail"] += 1
            del self.http[me["id"]]
            return redirect("/webmail/", ("Set-Cookie", "MAILSESSIONID=; Path=/webmail; Max-Age=0"), status=303)
        if path == "/webmail/inbox":
            if not inside:
                return redirect("/webmail/", *cookies)
            body = f"""<nav class="navbar navbar-light"><span class="navbar-brand">{escape(truth.alias)}@ntuh.gov.tw</span><form method="post" action="/webmail/logoff">{self._token(me, "logoff")}<button class="btn btn-sm btn-secondary" type="submit">登出信箱</button></form></nav><div class="container"><h5>收件匣</h5><table class="table"><tr><th>寄件者</th><th>主旨</th></tr><tr><td>資訊室</td><td>歡迎啟用</td></tr></table></div>"""
            return self._html("收件匣", body)
        if path == "/webmail/" and request.method == "POST":
            self.takes(request, mailId="mail_account", mailSecret="mail_password", verifyText="captcha")
            text, truth.captcha = truth.captcha, ""
            if not self._right(request, me, "mail", "mailId", "mailSecret", "verifyText", may=("keepLogin",)):
                return self._error("/webmail/", cookies)
            if not text or request.get("verifyText").strip() != text:
                said = "[MAIL-1002] 驗證碼不正確"
            elif not truth.alias or request.get("mailId").strip().lower().removesuffix("@ntuh.gov.tw") != truth.alias.lower() or request.get("mailSecret") != truth.cloud_password:
                said = "[MAIL-1001] 身分鑑別失敗"
            else:
                self.http.pop(me["id"])
                me, cookies = self._new("MAILSESSIONID", "/webmail")
                truth.sessions.add(f"mail:{me['id']}")
                truth.counts["mail_sign_in"] += 1
                return redirect("/webmail/inbox", *cookies, status=303)
        elif path != "/webmail/":
            return self._error("/webmail/", cookies)
        body = f"""<div class="container"><div class="row"><div class="col-md-5"><div class="card"><div class="card-body">{self._said(said)}<form method="post" action="/webmail/">{self._token(me, "mail")}<div class="form-group"><label for="mailId">帳號:</label><input id="mailId" name="mailId" class="form-control" autocomplete="off"/></div><div class="form-group"><label for="mailSecret">密碼:</label><input id="mailSecret" name="mailSecret" type="password" class="form-control" autocomplete="off"/></div><div class="form-group"><label for="verifyText">驗證碼(小寫字母或數字):</label><input id="verifyText" name="verifyText" class="form-control" maxlength="5" autocomplete="off"/><img src="/webmail/verify.jpg" alt="" data-reload="/webmail/verify.jpg"/></div><div class="form-check"><input id="keepLogin" name="keepLogin" type="checkbox" value="1" class="form-check-input"/><label for="keepLogin" class="form-check-label">記住登入資訊 (公用電腦請勿勾選)</label></div><button type="submit" class="btn btn-primary">登入</button></form></div></div></div>
<div class="col-md-7"><div class="card"><div class="card-header">公佈欄</div><div class="card-body"><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p><p>※如無法登入，請先至下方網址變更密碼，謝謝：</p><a href="{self.urls["account"]}">https://help.ntuh.gov.tw/</a></div></div></div></div></div>"""
        return self._html("電子郵件", body, cookies)

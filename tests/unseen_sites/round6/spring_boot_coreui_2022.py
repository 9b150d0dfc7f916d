"""Spring Boot 2.7 + Thymeleaf + Spring Security, pages in the look of CoreUI."""

from __future__ import annotations

import html
import re
import secrets
import sys
import time
import uuid
from typing import Any

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402

E = html.escape
CAMPUS = {"T0": "總院區", "T2": "北護分院", "T3": "金山分院", "T4": "新竹臺大分院", "Y0": "雲林分院"}
COOKIE = {"portal": "JSESSIONID", "inner": "HRSESSIONID", "account": "ACCTSESSION", "mail": "MAILSESSION"}
RULES = """<ul class="mb-0"><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li>
<li>限尚未啟用雲端服務帳號者使用，雲端服務帳號於首次設定之隔日生效。</li>
<li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li>
<li>如果有安裝MOTP APP，則可直接開啟APP取得動態碼，無須透過簡訊發送。</li></ul>"""


def icon(name: str) -> str:
    return f'<svg class="icon me-2"><use xlink:href="/vendors/@coreui/icons/svg/free.svg#cil-{name}"></use></svg>'


class TheSite(Site):
    title = "spring_boot_coreui_2022"
    def __init__(self) -> None:
        super().__init__()
        self.store: dict[str, dict[str, dict[str, Any]]] = {"portal": {}, "inner": {}, "account": {}, "mail": {}}
        self.tickets: dict[str, tuple[str, str]] = {}
        self.contact_version = 3

    # ---------------------------------------------------------------- the container
    def _http(self, request: Request, serve: Any) -> Response:
        """Find or make the HttpSession, check the CSRF filter, then hand over to the controller."""
        host = request.host
        path, _, rewritten = request.path.partition(";jsessionid=")
        sid = request.cookies.get(COOKIE[host], "") or rewritten
        fresh = sid not in self.store[host]
        if fresh:
            sid = uuid.uuid4().hex.upper()
            self.store[host][sid] = {"sid": sid, "csrf": str(uuid.uuid4())}
        ses = self.store[host][sid]
        ses["rewrite"] = f";jsessionid={sid}" if not request.cookies.get(COOKIE[host]) and host == "portal" else ""
        if path.startswith("/vendors/") or path.startswith("/css/") or path == "/favicon.ico":
            return Response("/* CoreUI v4.1.0 */\n.c-off{display:none}", 200, "text/css" if path.endswith("css") else "application/octet-stream")
        if request.method == "POST" and request.get("_csrf") != ses["csrf"]:
            self.takes(request)
            answer = self._whitelabel(403, "Forbidden")
        else:
            answer = serve(request, path, ses)
        if ses["sid"] != sid:  # session fixation protection: changeSessionId
            self.store[host].pop(sid, None)
            self.store[host][ses["sid"]] = ses
            fresh = True
        if fresh:
            answer.headers.append(("Set-Cookie", f"{COOKIE[host]}={ses['sid']}; Path=/; HttpOnly"))
        answer.headers.append(("X-Frame-Options", "DENY"))
        answer.headers.append(("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate"))
        return answer
    def _whitelabel(self, status: int, word: str) -> Response:
        return Response(f"<html><body><h1>Whitelabel Error Page</h1><p>This application has no explicit mapping for /error, so you are seeing this as a fallback.</p><div>There was an unexpected error (type={word}, status={status}).</div></body></html>", status)
    def _csrf(self, ses: dict[str, Any]) -> str:
        return f'<input type="hidden" name="_csrf" value="{ses["csrf"]}"/>'
    def _flash(self, ses: dict[str, Any]) -> str:
        kind, text = ses.pop("flash", ("", ""))
        if not text:
            return ""
        return f'<div class="alert alert-{kind} alert-dismissible fade show" role="alert"><span>{E(text)}</span><button class="btn-close" type="button" data-coreui-dismiss="alert" aria-label="Close"></button></div>'
    def _captcha(self, ses: dict[str, Any], letters: str = "", length: int = 6) -> Response:
        text = self.truth.new_captcha(letters, length) if letters else self.truth.new_captcha()
        ses["kaptcha"] = text
        return Response(picture(text, "JPEG", (130, 40)), 200, "image/jpeg")
    def _captcha_ok(self, ses: dict[str, Any], given: str) -> bool:
        text, newest = ses.pop("kaptcha", ""), self.truth.captcha
        self.truth.captcha = ""
        return bool(text) and text == newest and given.strip().upper() == text.upper()
    def _shell(self, title: str, body: str) -> Response:
        return Response(f"""<!DOCTYPE html>
<html lang="zh-TW">
<head>
  <meta charset="UTF-8">
  <meta name="viewport" content="width=device-width, initial-scale=1.0, shrink-to-fit=no">
  <title>{title}</title>
  <link rel="stylesheet" href="/css/style.css">
</head>
<body class="c-app">
{body}
<script src="/vendors/@coreui/coreui/js/coreui.bundle.min.js"></script>
</body>
</html>""")

    # ---------------------------------------------------------------- portal
    def portal(self, request: Request) -> Response:
        return self._http(request, self._portal)
    def _portal(self, request: Request, path: str, ses: dict[str, Any]) -> Response:
        who = ses.get("user")
        if path == "/captcha.jpg":
            return self._captcha(ses)
        if path == "/login" and request.method == "POST":
            self.takes(request, hospitalCode="campus", username="employee_id", password="portal_password", verifyCode="captcha")
            problem = ""
            if not self._captcha_ok(ses, request.get("verifyCode")):
                problem = "圖形驗證碼不正確或已逾時，請依新圖重新輸入"
            elif request.get("hospitalCode") not in CAMPUS:
                problem = "請選擇院區"
            elif request.get("username") != self.truth.person.employee_id or request.get("password") != self.truth.portal_password:
                problem = "使用者名稱或密碼有誤（Bad credentials）"
            if problem:
                self.truth.counts["sign_in_refused"] += 1
                ses["flash"] = ("danger", problem)
                return redirect("/login?error")
            ses.update(sid=uuid.uuid4().hex.upper(), csrf=str(uuid.uuid4()), user=request.get("username"))
            self.truth.sessions.add("portal:" + ses["sid"])
            self.truth.counts["sign_in"] += 1
            return redirect("/announcement")
        if path == "/login":
            return self._login(request, ses)
        if not who:
            return redirect("/login")
        if path == "/logout" and request.method == "POST":
            self.takes(request)
            self._leave_portal(ses)
            ses["flash"] = ("info", "您已安全離開系統")
            return redirect("/login?logout")
        if path == "/announcement" and request.method == "POST":
            self.takes(request)
            ses["read"] = True
            return redirect("/home")
        if path == "/announcement" or not ses.get("read"):
            return self._shell("系統公告", f"""<div class="min-vh-100 d-flex flex-row align-items-center"><div class="container"><div class="card border-top-warning">
<div class="card-header">{icon('bullhorn')}<strong>資安公告</strong></div><div class="card-body"><p>防範社交工程：請勿開啟不明郵件附件，並勿將本院系統密碼告知他人。</p>
<form method="post" action="/announcement">{self._csrf(ses)}<button class="btn btn-warning" type="submit">我已閱讀，進入系統</button></form></div></div></div></div>""")
        if path.startswith("/app/"):
            target = path[5:]
            if target not in ("password", "contact"):
                ses["flash"] = ("warning", "您沒有此功能的使用權限")
                return redirect("/home")
            ticket = "ST-" + secrets.token_hex(12)
            self.tickets[ticket] = (ses["sid"], target)
            return redirect(f"{self.urls['inner']}/hr/entry?ticket={ticket}")
        if path in ("/", "/home", "/search"):
            return self._home(ses)
        return self._whitelabel(404, "Not Found")
    def _leave_portal(self, ses: dict[str, Any]) -> None:
        if ses.pop("user", None):
            self.truth.sessions.discard("portal:" + ses["sid"])
            self.truth.counts["sign_out_portal"] += 1
        ses.pop("read", None)
        ses.update(csrf=str(uuid.uuid4()))
    def _login(self, request: Request, ses: dict[str, Any]) -> Response:
        options = "".join(f'<option value="{k}"' + (' selected="selected"' if k == "T0" else "") + f">{v}</option>" for k, v in CAMPUS.items())
        j = ses["rewrite"]
        return self._shell("醫療資訊系統 PORTAL", f"""<div class="bg-light min-vh-100 d-flex flex-row align-items-center"><div class="container"><div class="row justify-content-center"><div class="col-lg-8">
<div class="card-group d-block d-md-flex row">
 <div class="card col-md-7 p-4 mb-0"><div class="card-body">
  <h1>登入</h1><p class="text-medium-emphasis">Sign In to NTUH Portal</p>
  {self._flash(ses)}
  <form action="/login{j}" method="post" autocomplete="off">{self._csrf(ses)}
   <div class="input-group mb-3"><label class="input-group-text" for="hospitalCode">院區</label><select class="form-select" id="hospitalCode" name="hospitalCode">{options}</select></div>
   <div class="input-group mb-3"><span class="input-group-text">{icon('user')}</span><input class="form-control" type="text" name="username" placeholder="帳號 Account" maxlength="10" required autofocus></div>
   <div class="input-group mb-3"><span class="input-group-text">{icon('lock-locked')}</span><input class="form-control" type="password" name="password" placeholder="密碼 Password" required></div>
   <div class="input-group mb-4"><span class="input-group-text"><img id="captchaImg" src="/captcha.jpg{j}" alt="captcha" height="40"></span>
     <input class="form-control" type="text" name="verifyCode" placeholder="驗證碼 (不用區分大小寫)" maxlength="6" required>
     <button class="btn btn-outline-secondary" type="button" title="換一張" onclick="document.getElementById('captchaImg').src='/captcha.jpg?t='+Date.now()">{icon('reload')}</button></div>
   <div class="row"><div class="col-6"><button class="btn btn-primary px-4" type="submit">{icon('account-logout')}進入</button></div>
   <div class="col-6 text-end"><button class="btn btn-link px-0" type="button" onclick="alert('請撥資訊室分機261120')">忘記密碼?</button></div></div>
  </form></div></div>
 <div class="card col-md-5 text-white bg-primary py-5"><div class="card-body text-center"><h2>健康守護, 醫界典範</h2><p>醫療資訊系統<br>National Taiwan University Hospital</p></div></div>
</div></div></div></div></div>""")
    def _home(self, ses: dict[str, Any]) -> Response:
        name = E(self.truth.person.name)
        other = "".join(f'<li class="nav-item"><a class="nav-link" href="/app/{k}"><span class="nav-icon"></span> {v}</a></li>' for k, v in
                        (("sign", "個人簽章提醒設定"), ("tax", "薪資所得免稅額申報表"), ("query", "查詢員工連絡資料")))
        return self._shell("功能選單", f"""<div class="sidebar sidebar-dark sidebar-fixed" id="sidebar"><div class="sidebar-brand d-none d-md-flex">NTUH</div>
<ul class="sidebar-nav" data-coreui="navigation">
 <li class="nav-item"><a class="nav-link" href="/home">{icon('speedometer')} 首頁<span class="badge badge-sm bg-info ms-auto">NEW</span></a></li>
 <li class="nav-title">功能選單</li>
 <li class="nav-group"><a class="nav-link nav-group-toggle" href="#">{icon('medical-cross')} 醫療系統</a></li>
 <li class="nav-group show"><a class="nav-link nav-group-toggle" href="#">{icon('user')} 個人管理</a><ul class="nav-group-items">
  <li class="nav-item"><a class="nav-link" href="/app/password"><span class="nav-icon"></span> 更改密碼</a></li>{other}
  <li class="nav-item"><a class="nav-link" href="/app/contact"><span class="nav-icon"></span> 維護個人連絡資料</a></li></ul></li>
</ul></div>
<div class="wrapper d-flex flex-column min-vh-100 bg-light"><header class="header header-sticky mb-4"><div class="container-fluid">
 <form action="/search" method="get" class="d-none d-md-flex"><input class="form-control" name="q" placeholder="搜尋功能…"><button class="btn btn-light" type="submit">{icon('search')}</button></form>
 <ul class="header-nav ms-3"><li class="nav-item dropdown"><a class="nav-link py-0" data-coreui-toggle="dropdown" href="#">{name} 您好!</a>
  <div class="dropdown-menu dropdown-menu-end pt-0"><div class="dropdown-header bg-light py-2">Account</div>
  <form action="/logout" method="post">{self._csrf(ses)}<button class="dropdown-item" type="submit">{icon('account-logout')} 登出</button></form></div></li></ul></div>
 <div class="container-fluid"><nav aria-label="breadcrumb"><ol class="breadcrumb my-0 ms-2"><li class="breadcrumb-item active"><span>首頁</span></li></ol></nav></div></header>
<div class="body flex-grow-1 px-3"><div class="container-lg">{self._flash(ses)}
 <div class="row"><div class="col-sm-6"><div class="card mb-4 text-white bg-info"><div class="card-body">總院差勤待簽 <b>0</b></div></div></div><div class="col-sm-6"><div class="card mb-4 text-white bg-success"><div class="card-body">總院Workflow待簽 <b>0</b></div></div></div></div>
 <div class="card"><div class="card-header">全院公告</div><table class="table mb-0"><tr><th>日期</th><th>標題</th></tr><tr><td>2022/09/01</td><td>請同仁定期更新個人帳號密碼，並留意釣魚郵件</td></tr></table></div>
</div></div></div>""")

    # ---------------------------------------------------------------- inner
    def inner(self, request: Request) -> Response:
        return self._http(request, self._inner)
    def _inner(self, request: Request, path: str, ses: dict[str, Any]) -> Response:
        if path == "/hr/entry":
            found = self.tickets.pop(request.get("ticket"), None)
            if not found:
                return self._whitelabel(401, "Unauthorized")
            ses["from"] = found[0]
            return redirect(f"/hr/{found[1]}")
        portal = self.store["portal"].get(ses.get("from", ""), {})
        if not portal.get("user"):
            return redirect(self.urls["portal"] + "/login")
        if path == "/hr/logout" and request.method == "POST":
            self.takes(request)
            self._leave_portal(portal)
            return redirect(self.urls["portal"] + "/login?logout")
        if path == "/hr/password":
            return self._password(request, ses)
        if path == "/hr/contact":
            return self._contact(request, ses)
        return self._whitelabel(404, "Not Found")
    def _frame(self, ses: dict[str, Any], title: str, body: str) -> Response:
        return self._shell(title, f"""<header class="header mb-3"><div class="container-lg d-flex"><a class="btn btn-link" href="{self.urls['portal']}/home">{icon('home')}回功能選單</a>
<form class="ms-auto" action="/hr/logout" method="post">{self._csrf(ses)}<button type="submit" class="btn btn-outline-danger">登出系統</button></form></div></header>
<main class="container-lg"><nav aria-label="breadcrumb"><ol class="breadcrumb"><li class="breadcrumb-item">個人管理</li><li class="breadcrumb-item active">{title}</li></ol></nav>
{self._flash(ses)}<div class="card"><div class="card-header"><strong>{title}</strong></div><div class="card-body">{body}</div></div></main>""")
    def _password(self, request: Request, ses: dict[str, Any]) -> Response:
        wrong: dict[str, str] = {}
        if request.method == "POST":
            self.takes(request, oldPassword="old_password", newPassword="new_password", confirmPassword="new_password_again")
            old, new, again = (request.get(k) for k in ("oldPassword", "newPassword", "confirmPassword"))
            if old != self.truth.portal_password:
                wrong["oldPassword"] = "與目前使用中的密碼不符"
            if len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                wrong["newPassword"] = "須至少8個字元且同時有英文字母及數字"
            elif new == old:
                wrong["newPassword"] = "不可與前次密碼相同"
            if new != again:
                wrong["confirmPassword"] = "兩次輸入內容不一致"
            if not wrong:
                self.truth.portal_password = new
                self.truth.counts["password_changed"] += 1
                ses["flash"] = ("success", "密碼已更新，下次登入請使用新密碼。")
                return redirect("/hr/password")
            self.truth.counts["password_refused"] += 1

        def row(name: str, label: str) -> str:
            bad = f'<div class="invalid-feedback d-block">{wrong[name]}</div>' if name in wrong else ""
            return f'<div class="mb-3 row"><label class="col-sm-3 col-form-label" for="{name}">{label}</label><div class="col-sm-6"><input type="password" class="form-control{" is-invalid" if bad else ""}" id="{name}" name="{name}" value="" autocomplete="new-password">{bad}</div></div>'

        return self._frame(ses, "更改密碼", f"""<form action="/hr/password" method="post">{self._csrf(ses)}
{row('oldPassword', '請輸入舊密碼：')}{row('newPassword', '請輸入新密碼：')}{row('confirmPassword', '請再輸入新密碼：')}
<div class="mb-3 row"><div class="col-sm-3">密碼強度檢核：</div><div class="col-sm-6"><div class="progress"><div class="progress-bar" id="bar" style="width:0%"></div></div></div></div>
<p>密碼設定條件：</p><ul><li>1.密碼長度不可少於8個字元</li><li>2.密碼內容需包含英文及數字</li></ul>
<button type="submit" class="btn btn-primary">{icon('save')}確認變更</button> <button type="reset" class="btn btn-light">清除</button></form>""")
    def _contact(self, request: Request, ses: dict[str, Any]) -> Response:
        names = {"enLastName": "english_surname", "enFirstName": "english_given", "enMiddleName": "english_middle", "officeTel": "office_phone", "homeTel": "home_phone", "mobile": "mobile_phone"}
        p = self.truth.person
        now = {k: self.truth.saved_contact.get(m, getattr(p, m)) for k, m in names.items()}
        note = ""
        if request.method == "POST":
            self.takes(request, mobile="mobile_phone")
            sent = {k: request.get(k).strip() for k in names}
            if request.get("version") != str(self.contact_version):
                ses["flash"] = ("danger", "資料已被其他作業更新，請重新載入後再試")
                return redirect("/hr/contact")
            if not all(request.has(k) for k in names) or not re.fullmatch(r"09\d{8}", sent["mobile"]):
                note, now = '<div class="alert alert-danger">行動電話須為09開頭之10碼數字，資料未寫入</div>', sent
            else:
                self.truth.saved_contact = {m: sent[k] for k, m in names.items()}
                self.truth.counts["contact_saved"] += 1
                self.contact_version += 1
                ses["flash"] = ("success", "連絡資料異動完成")
                return redirect("/hr/contact")

        def cell(name: str, label: str, hint: str) -> str:
            return f'<div class="col-md-4 mb-3"><label class="form-label" for="{name}">{label}</label><input class="form-control" type="text" id="{name}" name="{name}" value="{E(now[name])}"><div class="form-text">{hint}</div></div>'

        return self._frame(ses, "維護個人連絡資料", f"""{note}<form action="/hr/contact" method="post">{self._csrf(ses)}<input type="hidden" name="version" value="{self.contact_version}">
<button class="btn btn-success mb-3" type="submit">{icon('save')}異動儲存</button>
<div class="row"><div class="col-md-6 mb-3">員工編號：<input class="form-control-plaintext" readonly value="{p.employee_id}"></div><div class="col-md-6 mb-3">姓名：<input class="form-control-plaintext" readonly value="{E(p.name)}"></div></div>
<div class="row">{cell('enLastName', '英文姓：', 'ex:Chen(陳)')}{cell('enFirstName', '英文首名：', 'ex: Yi-Fen(怡芬)')}{cell('enMiddleName', '英文中名：', 'ex:Mary 為英文別名，如無，可不填')}</div>
<div class="row">{cell('officeTel', '辦公室電話：', 'ex:61234或23123456')}{cell('homeTel', '住宅電話：', 'ex:0223123456')}{cell('mobile', '行動電話：', 'ex:0952000000 (如離職或更換門號，請記得調整此欄位)')}</div>
<div class="form-check"><input type="hidden" name="_publish" value="on"><input class="form-check-input" type="checkbox" name="publish" value="true" id="publish1"><label class="form-check-label" for="publish1">同意將分機刊登於院內電話簿</label></div></form>""")

    # ---------------------------------------------------------------- account
    def account(self, request: Request) -> Response:
        return self._http(request, self._account)
    def _desk(self, ses: dict[str, Any], title: str, body: str) -> Response:
        out = f'<form class="ms-auto" action="/leave" method="post">{self._csrf(ses)}<button class="btn btn-sm btn-outline-dark" type="submit">登出</button></form>' if ses.get("proved") else ""
        return self._shell(title, f"""<header class="header mb-4"><div class="container d-flex"><a class="header-brand" href="/">網路帳號服務</a>{out}</div></header>
<div class="container">{self._flash(ses)}<h3>{title}</h3>{body}</div>""")
    def _account(self, request: Request, path: str, ses: dict[str, Any]) -> Response:
        if path == "/":
            return self._front(ses)
        if path == "/leave" and request.method == "POST":
            self.takes(request)
            if ses.get("proved"):
                self.truth.counts["sign_out_account"] += 1
            self._unprove(ses)
            return redirect("/")
        got = re.fullmatch(r"/(activation|reset)/(verify|sms|send|setup)", path)
        if not got:
            return self._whitelabel(404, "Not Found")
        flow, step = got.groups()
        name = "啟用網路帳號及首次雲端帳號密碼設定" if flow == "activation" else "重置雲端服務密碼"
        if step == "verify":
            if request.method == "GET":
                self._unprove(ses)
                return self._verify(ses, flow, name)
            return self._proof(request, ses, flow, name)
        if step == "sms" and request.method == "POST":
            self.takes(request, empNo="employee_id", otp="code")
            ses["asked"] = request.get("empNo").strip()
            if not re.fullmatch(r"\d{6}", ses["asked"]):
                ses["flash"] = ("danger", "請先填寫6位數字之網路帳號")
                return redirect(f"/{flow}/verify")
            return self._phone(ses, flow)
        if step == "send" and request.method == "POST":
            self.takes(request, phone="registered_phone")
            p = self.truth.person
            mobile = self.truth.saved_contact.get("mobile_phone", p.mobile_phone)
            if not ses.get("asked"):
                return redirect(f"/{flow}/verify")
            if ses["asked"] != p.employee_id or request.get("phone").strip() != mobile:
                ses["flash"] = ("danger", "輸入之門號與帳號登記資料不相符，簡訊未寄出")
                return self._phone(ses, flow)
            ses["otp"] = (self.truth.new_message(), time.time(), ses["asked"])
            ses["sent"] = True
            return redirect(f"/{flow}/verify?sent")
        if step == "setup" and ses.get("proved") == flow:
            return self._setup(request, ses, name) if flow == "activation" else self._reset(request, ses, name)
        return redirect(f"/{flow}/verify")
    def _unprove(self, ses: dict[str, Any]) -> None:
        if ses.pop("proved", None):
            self.truth.sessions.discard("account:" + ses["sid"])
    def _front(self, ses: dict[str, Any]) -> Response:
        return self._desk(ses, "網路帳號及雲端服務", f"""<div class="card mb-3"><div class="card-header">《規範》</div><div class="card-body"><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p>
<ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul></div></div>
<div class="accordion mb-3"><div class="accordion-item"><h2 class="accordion-header"><button class="accordion-button" type="button">《常見問題與服務》密碼修改後多久可以生效</button></h2><div class="accordion-body">即時生效。</div></div>
<div class="accordion-item"><h2 class="accordion-header"><button class="accordion-button collapsed" type="button">忘記密碼</button></h2><div class="accordion-body">請親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</div></div></div>
<div class="row"><div class="col-md-4"><div class="card"><div class="card-body"><a class="btn btn-primary" href="/activation/verify">{icon('cloud')}啟用網路帳號及首次雲端帳號密碼設定</a><p class="small">啟用本院微軟相關服務，如：Office365, Outlook...</p></div></div></div>
<div class="col-md-4"><div class="card"><div class="card-body"><a class="btn btn-warning" href="/reset/verify">{icon('loop-circular')}重置雲端服務密碼</a><p class="small">重設非Portal帳號的密碼：Email, 無線網路, KM, TMS</p></div></div></div>
<div class="col-md-4"><div class="card"><div class="card-body"><a class="btn btn-secondary disabled" href="#" aria-disabled="true">總院廠商VPN展延申請</a></div></div></div></div>""")
    def _verify(self, ses: dict[str, Any], flow: str, name: str) -> Response:
        done = ""
        if ses.pop("sent", False):
            done = """<div class="modal fade show" style="display:block" id="sentModal"><div class="modal-dialog"><div class="modal-content"><div class="modal-header"><h5 class="modal-title">動態碼簡訊發送成功</h5></div>
<div class="modal-body">成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</div><div class="modal-footer"><button type="button" class="btn btn-primary" onclick="document.getElementById('sentModal').style.display='none'">確定</button></div></div></div></div>"""
        return self._desk(ses, name, f"""{done}<div class="callout callout-info"><b>注意事項</b>{RULES}</div>
<form action="/{flow}/verify" method="post">{self._csrf(ses)}
<div class="row mb-3"><label class="col-sm-3 col-form-label" for="empNo">網路帳號 / 主職員工編號</label><div class="col-sm-5"><input class="form-control" id="empNo" name="empNo" value="{E(ses.get('asked', ''))}" maxlength="6"></div>
<div class="col-sm-4"><button class="btn btn-info" type="submit" formaction="/{flow}/sms">{icon('send')}發送簡訊動態碼</button></div></div>
<div class="row mb-3"><label class="col-sm-3 col-form-label" for="otp">簡訊(或MOTP)動態碼</label><div class="col-sm-5"><input class="form-control" id="otp" name="otp" autocomplete="one-time-code"></div></div>
<button class="btn btn-primary" type="submit">下一步 {icon('chevron-right')}</button></form>""")
    def _phone(self, ses: dict[str, Any], flow: str) -> Response:
        return self._desk(ses, "發送簡訊動態碼", f"""<div class="card"><form class="card-body" action="/{flow}/send" method="post">{self._csrf(ses)}
<label class="form-label" for="phone">請輸入帳號登記的手機門號(10碼)</label><input class="form-control mb-3" type="tel" id="phone" name="phone" maxlength="10">
<button class="btn btn-primary" type="submit">確定發送</button> <a class="btn btn-secondary" href="/{flow}/verify">取消</a></form></div>""")
    def _proof(self, request: Request, ses: dict[str, Any], flow: str, name: str) -> Response:
        self.takes(request, empNo="employee_id", otp="code")
        code, at, owner = ses.get("otp", ("", 0.0, ""))
        ses["asked"] = request.get("empNo").strip()
        if not code or request.get("otp").strip() != code or ses["asked"] != owner:
            self.truth.counts["code_refused"] += 1
            ses["flash"] = ("danger", "動態碼比對失敗，請確認帳號及動態碼")
            return self._verify(ses, flow, name)
        ses.pop("otp")
        if time.time() - at > 120:
            self.truth.counts["code_refused"] += 1
            ses["flash"] = ("danger", "動態碼已超過2分鐘，請重新發送")
            return self._verify(ses, flow, name)
        ses["proved"] = flow
        self.truth.counts["code_accepted"] += 1
        self.truth.sessions.add("account:" + ses["sid"])
        return redirect(f"/{flow}/setup")
    def _facts(self) -> str:
        p = self.truth.person
        rows = (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until))
        return "".join(f'<dt class="col-sm-3">{k}</dt><dd class="col-sm-9">{E(v)}</dd>' for k, v in rows)
    @staticmethod
    def _weak(one: str, two: str) -> str:
        if one != two:
            return "密碼與確認密碼不同"
        return "" if len(one) >= 8 and re.search("[A-Za-z]", one) and re.search("[0-9]", one) else "密碼至少8碼，需含英文及數字"
    def _setup(self, request: Request, ses: dict[str, Any], name: str) -> Response:
        note, alias = "", ""
        if request.method == "POST":
            self.takes(request, mailAlias="alias", cloudPwd="cloud_password", cloudPwd2="cloud_password_again")
            alias = request.get("mailAlias").strip()
            if self.truth.alias:
                ses["flash"] = ("danger", "此帳號先前已完成啟用，不得重複申請")
                return redirect("/activation/setup")
            if not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", alias):
                note = "名稱格式不符：限英文字母起始，可用英數字及 . _ -"
            elif alias.lower() == "taken.name":
                note = "此名稱已有他人使用，請另選"
            else:
                note = self._weak(request.get("cloudPwd"), request.get("cloudPwd2"))
            if not note:
                self.truth.alias, self.truth.cloud_password = alias, request.get("cloudPwd")
                self.truth.counts["activated"] += 1
                return self._desk(ses, "設定完成", f'<div class="alert alert-success"><h4 class="alert-heading">申請完成</h4><p>您的雲端帳號 <b>{E(alias)}@ntuh.gov.tw</b> 已建立，將於明日起提供服務。</p></div><a class="btn btn-link" href="/">返回首頁</a>')
        if self.truth.alias:
            return self._desk(ses, "設定密碼與郵件別名", f'<dl class="row">{self._facts()}</dl><div class="alert alert-info">您的雲端服務先前已啟用完畢，電子郵件：{E(self.truth.alias)}@ntuh.gov.tw。如需變更密碼請改用重置功能。</div>')
        bad = f'<div class="alert alert-danger">{note}</div>' if note else ""
        return self._desk(ses, "設定密碼與郵件別名", f"""<p class="lead">{name}</p>{bad}<div class="callout callout-info">雲端服務帳號說明：<ol><li>雲端服務帳號為跨體系使用。</li><li>服務於設定完成隔日生效。</li></ol></div><dl class="row">{self._facts()}</dl>
<form action="/activation/setup" method="post">{self._csrf(ses)}
<label class="form-label" for="mailAlias">雲端服務帳號 (電子郵件名稱)</label><div class="input-group mb-3"><input class="form-control" id="mailAlias" name="mailAlias" maxlength="64" value="{E(alias)}"><span class="input-group-text">@ntuh.gov.tw</span></div><div class="form-text">名稱長度限64字元內</div>
<label class="form-label" for="cloudPwd">密碼 <small>Password</small></label><input class="form-control mb-3" type="password" id="cloudPwd" name="cloudPwd" autocomplete="new-password">
<label class="form-label" for="cloudPwd2">確認密碼 <small>Confirm</small></label><input class="form-control mb-3" type="password" id="cloudPwd2" name="cloudPwd2" autocomplete="new-password">
<a class="btn btn-secondary" href="/">取消啟用</a> <button class="btn btn-primary" type="submit">{icon('cloud')}啟用雲端服務</button> <span class="text-danger">服務於設定完成隔日生效</span></form>""")
    def _reset(self, request: Request, ses: dict[str, Any], name: str) -> Response:
        note = "" if self.truth.alias else "此帳號尚未啟用，請先執行【啟用網路帳號】"
        if request.method == "POST":
            self.takes(request, cloudPwd="cloud_password", cloudPwd2="cloud_password_again")
            note = note or self._weak(request.get("cloudPwd"), request.get("cloudPwd2"))
            if not note:
                self.truth.cloud_password = request.get("cloudPwd")
                return self._desk(ses, name, '<div class="alert alert-success">新密碼已套用，即時生效。</div>')
        bad = f'<div class="alert alert-danger">{note}</div>' if note else ""
        return self._desk(ses, name, f"""{bad}<dl class="row">{self._facts()}</dl><form action="/reset/setup" method="post">{self._csrf(ses)}
<label for="cloudPwd">新密碼</label><input class="form-control" type="password" id="cloudPwd" name="cloudPwd"><label for="cloudPwd2">確認新密碼</label><input class="form-control" type="password" id="cloudPwd2" name="cloudPwd2">
<button class="btn btn-warning mt-3" type="submit">送出</button></form>""")

    # ---------------------------------------------------------------- mail
    def mail(self, request: Request) -> Response:
        return self._http(request, self._mail)
    def _mail(self, request: Request, path: str, ses: dict[str, Any]) -> Response:
        if path == "/kaptcha":
            return self._captcha(ses, "abcdefghjkmnpqrstuvwxyz23456789", 5)
        if path == "/auth" and request.method == "POST":
            self.takes(request, account="mail_account", passwd="mail_password", verify="captcha")
            good = self._captcha_ok(ses, request.get("verify"))
            if good and self.truth.alias and request.get("account").strip().lower().removesuffix("@ntuh.gov.tw") == self.truth.alias.lower() and request.get("passwd") == self.truth.cloud_password:
                ses.update(sid=uuid.uuid4().hex.upper(), csrf=str(uuid.uuid4()), box=True)
                self.truth.sessions.add("mail:" + ses["sid"])
                self.truth.counts["mail_sign_in"] += 1
                return redirect("/inbox")
            ses["flash"] = ("danger", "無法登入：帳號或密碼不符" if good else "無法登入：驗證碼錯誤")
            return redirect("/")
        if path == "/signout" and request.method == "POST":
            self.takes(request)
            if ses.pop("box", None):
                self.truth.sessions.discard("mail:" + ses["sid"])
                self.truth.counts["sign_out_mail"] += 1
            return redirect("/")
        if path == "/inbox" and ses.get("box"):
            return self._shell("收件匣", f"""<header class="header"><div class="container d-flex"><span>{E(self.truth.alias)}@ntuh.gov.tw</span><form class="ms-auto" method="post" action="/signout">{self._csrf(ses)}<button class="btn btn-link" type="submit">登出信箱</button></form></div></header>
<div class="container"><h4>收件匣 <span class="badge bg-danger">1</span></h4><table class="table table-hover"><thead><tr><th>寄件者</th><th>主旨</th><th>日期</th></tr></thead><tbody><tr><td>資訊室</td><td>歡迎使用本院電子郵件</td><td>今天</td></tr></tbody></table></div>""")
        if path != "/":
            return redirect("/")
        return self._shell("NTUH WebMail", f"""<div class="container mt-5"><div class="row"><div class="col-md-6"><div class="card"><div class="card-header">電子郵件 WebMail</div><div class="card-body">{self._flash(ses)}
<form action="/auth" method="post">{self._csrf(ses)}<div class="mb-2"><label for="account">帳號:</label><input class="form-control" id="account" name="account"></div>
<div class="mb-2"><label for="passwd">密碼:</label><input class="form-control" type="password" id="passwd" name="passwd"></div>
<div class="mb-2"><label for="verify">驗證碼(小寫字母或數字):</label><input class="form-control" id="verify" name="verify" maxlength="5"><img src="/kaptcha" alt="驗證碼圖"></div>
<div class="form-check mb-2"><input class="form-check-input" type="checkbox" name="remember-me" id="rm"><label class="form-check-label" for="rm">記住登入資訊 (公用電腦請勿勾選)</label></div>
<button class="btn btn-primary" type="submit">登入</button></form></div></div></div>
<div class="col-md-6"><h5>公佈欄</h5><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p><p>※如無法登入，請先至下方網址變更密碼：<a href="{self.urls['account']}/">https://help.ntuh.gov.tw/</a></p></div></div></div>""")

"""A system integrator's Bootstrap 4 site: cards, navbar, server-rendered, flash messages after redirects."""

from __future__ import annotations

import re
import secrets
import time
from html import escape as h
from typing import Any

from truth import Request, Response, Site, picture, redirect

JS = """document.addEventListener('click', function (ev) {
  var t = ev.target.closest('[data-toggle=modal],[data-dismiss=modal],[data-toggle=dropdown],[data-eye]');
  if (!t) return;
  if (t.dataset.eye) { var f = document.getElementById(t.dataset.eye); f.type = f.type == 'password' ? 'text' : 'password'; }
  if (t.dataset.toggle == 'modal') { document.querySelector(t.dataset.target).style.display = 'block'; }
  if (t.dataset.dismiss == 'modal') { t.closest('.modal').style.display = 'none'; }
  if (t.dataset.toggle == 'dropdown') { t.nextElementSibling.classList.toggle('show'); }
});
var agree = document.getElementById('agree');
if (agree) agree.addEventListener('change', function () {
  document.querySelectorAll('button[data-need-agree]').forEach(function (b) { b.disabled = !agree.checked; });
});
"""
CSS = """body{background:#f4f6f9;font-family:"Noto Sans TC",sans-serif}.card{background:#fff;border:1px solid #ddd;border-radius:4px;margin:12px;padding:12px}
.modal{display:none;position:fixed;top:20%;left:30%;background:#fff;border:1px solid #888;padding:20px}.d-none{display:none}.dropdown-menu{display:none}.dropdown-menu.show{display:block}
.invalid-feedback{display:none;color:#dc3545}.is-invalid ~ .invalid-feedback{display:block}.alert-danger{color:#721c24;background:#f8d7da}.alert-success{color:#155724;background:#d4edda}"""


class TheSite(Site):
    title = "angularjs_less_bootstrap4_si"

    def __init__(self) -> None:
        super().__init__()
        self.store: dict[str, dict[str, Any]] = {}
        self.handoff: dict[str, tuple[str, str]] = {}

    # ---------------------------------------------------------------- plumbing
    def session(self, request: Request, cookie: str) -> tuple[str, dict[str, Any], list[tuple[str, str]]]:
        key = request.cookies.get(cookie, "")
        if key in self.store and self.store[key]["kind"] == cookie:
            return key, self.store[key], []
        key = secrets.token_hex(16)
        self.store[key] = {"kind": cookie, "csrf": secrets.token_urlsafe(24), "flash": None, "user": ""}
        return key, self.store[key], [("Set-Cookie", f"{cookie}={key}; Path=/; HttpOnly; SameSite=Lax")]

    def wrong_token(self, request: Request, s: dict[str, Any]) -> bool:
        return request.get("_csrf") != s["csrf"]

    def denied(self) -> Response:
        return Response('<!doctype html><html lang="zh-TW"><meta charset="utf-8"><title>403</title><h1>403</h1><p>表單驗證碼(CSRF)失效，請重新整理頁面。</p></html>', 403)

    def layout(self, s: dict[str, Any], brand: str, main: str, nav: str = "", extra: list[tuple[str, str]] | None = None) -> Response:
        flash, s["flash"] = s["flash"], None
        note = ""
        if flash:
            note = f"""<div class="alert alert-{flash[0]} alert-dismissible fade show" role="alert"><i class="fas fa-{'check-circle' if flash[0] == 'success' else 'exclamation-triangle'}"></i> {h(flash[1])}
<button type="button" class="close" data-dismiss="alert" aria-label="Close"><span aria-hidden="true">&times;</span></button></div>"""
        return Response(f"""<!doctype html>
<html lang="zh-TW">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1, shrink-to-fit=no">
<title>{brand}</title>
<link rel="stylesheet" href="/assets/site.css">
</head>
<body>
<nav class="navbar navbar-expand-lg navbar-dark bg-info"><a class="navbar-brand" href="#"><i class="fas fa-hospital"></i> {brand}</a>{nav}</nav>
<main class="container-fluid py-3" role="main">
{note}
{main}
</main>
<footer class="text-muted small text-center">&copy; 2020 National Taiwan University Hospital. Powered by SI Solutions Inc. v3.2.1</footer>
<script src="/assets/site.js"></script>
</body>
</html>""", headers=[("X-Frame-Options", "SAMEORIGIN"), *(extra or [])])

    def asset(self, request: Request) -> Response | None:
        if request.path == "/assets/site.js":
            return Response(JS, kind="application/javascript; charset=utf-8")
        if request.path == "/assets/site.css":
            return Response(CSS, kind="text/css; charset=utf-8")
        return Response("", 404) if request.path == "/favicon.ico" else None

    def token(self, s: dict[str, Any]) -> str:
        return f'<input type="hidden" name="_csrf" value="{s["csrf"]}">'

    # ---------------------------------------------------------------- portal
    def portal(self, request: Request) -> Response:
        got = self.asset(request)
        if got:
            return got
        key, s, new = self.session(request, "PORTALSID")
        path, t = request.path.rstrip("/"), self.truth
        if path == "/captcha.png":
            return Response(picture(t.new_captcha(), "PNG"), kind="image/png", headers=[("Cache-Control", "no-store")])
        if path == "/login":
            return self.do_login(request, key, s) if request.method == "POST" else self.login(s, new)
        if not s["user"]:
            return redirect("/login", *new)
        if path == "/logout" and request.method == "POST":
            self.takes(request)
            if self.wrong_token(request, s):
                return self.denied()
            return self.bye(key)
        if path == "/logout/from":
            return self.bye(key)
        if path == "/notice":
            if request.method == "POST":
                self.takes(request)
                if self.wrong_token(request, s):
                    return self.denied()
                return redirect("/dashboard", status=303)
            return self.layout(s, "NTUH Portal", f"""<div class="card"><div class="card-header"><i class="fas fa-bullhorn"></i> 系統公告</div><div class="card-body">
<p>本院資訊系統已完成弱點掃描與更新，如有畫面異常請按 Ctrl+F5。</p><p>請全院同仁填報「薪資所得免稅額申報表」。</p></div>
<div class="card-footer"><form action="/notice" method="post">{self.token(s)}<button type="submit" class="btn btn-primary"><i class="fas fa-check"></i> 我知道了</button></form></div></div>""")
        if path.startswith("/app/"):
            app = path[5:]
            if app in ("password", "contact"):
                ticket = secrets.token_hex(16)
                self.handoff[ticket] = (key, app)
                return redirect(f"{self.urls['inner']}/staff/sso?SESSION={ticket}")
            s["flash"] = ("danger", "您沒有此功能的使用權限")
            return redirect("/dashboard")
        if path in ("", "/dashboard"):
            return self.dashboard(s)
        return Response("<h1>404</h1>", 404)

    def bye(self, key: str) -> Response:
        self.store.pop(key)
        self.truth.sessions.discard("portal:" + key)
        self.truth.counts["sign_out_portal"] += 1
        return redirect("/login", ("Set-Cookie", "PORTALSID=; Path=/; Max-Age=0"), status=303)

    def login(self, s: dict[str, Any], new: list[tuple[str, str]]) -> Response:
        radios = "".join(f'<label class="btn btn-outline-info{" active" if n == 0 else ""}"><input type="radio" name="branch" value="{v}"{" checked" if n == 0 else ""}> {c}</label>\n'
                         for n, (v, c) in enumerate((("TPE", "總院區"), ("BH", "北護分院"), ("JS", "金山分院"), ("HC", "新竹分院"), ("YL", "雲林分院"))))
        return self.layout(s, "NTUH Portal", f"""<div class="row justify-content-center"><div class="col-md-5"><div class="card shadow">
<div class="card-header"><h5>登入本院PORTAL系統</h5></div><div class="card-body">
<form action="/login" method="post" novalidate>{self.token(s)}
<div class="form-group"><label class="d-block">院區 <small class="text-muted">Campus</small></label><div class="btn-group btn-group-toggle" data-toggle="buttons">
{radios}</div></div>
<div class="form-group"><label for="username">帳號</label><div class="input-group"><div class="input-group-prepend"><span class="input-group-text"><i class="fas fa-user"></i></span></div>
<input type="text" class="form-control" id="username" name="username" maxlength="6" placeholder="6位數數字" autocomplete="username"></div></div>
<div class="form-group"><label for="pwd">密碼</label><div class="input-group"><input type="password" class="form-control" id="pwd" name="password" autocomplete="current-password">
<div class="input-group-append"><button class="btn btn-outline-secondary" type="button" data-eye="pwd" title="顯示密碼"><i class="fas fa-eye"></i></button></div></div></div>
<div class="form-group"><label for="captcha">驗證碼 <small>(不用區分大小寫)</small></label><div class="input-group"><input type="text" class="form-control" id="captcha" name="captcha" maxlength="6" autocomplete="off">
<div class="input-group-append"><img src="/captcha.png?t={secrets.token_hex(4)}" alt="captcha" height="38"><a class="btn btn-light" href="/login" title="重新產生"><i class="fas fa-sync-alt"></i></a></div></div></div>
<button type="submit" class="btn btn-info btn-block"><i class="fas fa-sign-in-alt"></i> 登入 <span class="small">Sign in</span></button>
</form></div><div class="card-footer small">密碼預設為身分證號（英文字母大寫）。如無法登入，請撥資訊室分機261120。</div></div></div></div>""",
                           '<ul class="navbar-nav ml-auto"><li class="nav-item"><a class="nav-link" href="#">網路掛號</a></li><li class="nav-item"><a class="nav-link" href="#">數位學習</a></li></ul>', new)

    def do_login(self, request: Request, key: str, s: dict[str, Any]) -> Response:
        self.takes(request, branch="campus", username="employee_id", password="portal_password", captcha="captcha")
        if self.wrong_token(request, s):
            return self.denied()
        t = self.truth
        want, t.captcha = t.captcha, ""
        why = ""
        if not want or request.get("captcha").strip().upper() != want.upper():
            why = "驗證碼輸入有誤，請再試一次。"
        elif request.get("branch") not in ("TPE", "BH", "JS", "HC", "YL"):
            why = "請選擇院區。"
        elif request.get("username").strip() != t.person.employee_id or request.get("password") != t.portal_password:
            why = "登入資訊不正確，請確認帳號與密碼。"
        if why:
            t.counts["sign_in_refused"] += 1
            s["flash"] = ("danger", why)
            return redirect("/login", status=303)
        self.store.pop(key)
        key = secrets.token_hex(16)
        self.store[key] = {"kind": "PORTALSID", "csrf": secrets.token_urlsafe(24), "flash": None, "user": t.person.employee_id}
        t.sessions.add("portal:" + key)
        t.counts["sign_in"] += 1
        return redirect("/notice", ("Set-Cookie", f"PORTALSID={key}; Path=/; HttpOnly; SameSite=Lax"), status=303)

    def dashboard(self, s: dict[str, Any]) -> Response:
        def card(icon: str, name: str, app: str, text: str) -> str:
            return f"""<div class="col-sm-4"><div class="card h-100"><div class="card-body"><h6 class="card-title"><i class="fas fa-{icon}"></i> {name}</h6><p class="card-text small text-muted">{text}</p>
<a href="/app/{app}" class="btn btn-sm btn-outline-info stretched-link" title="{name}">進入</a></div></div></div>"""

        drop = "".join(f'<a class="dropdown-item" href="/app/{a}">{n}</a>' for n, a in (
            ("更改密碼", "password"), ("個人簽章提醒設定", "sign"), ("查詢員工連絡資料", "lookup"), ("維護個人連絡資料", "contact"), ("員工公勞健保查詢", "ins")))
        nav = f"""<form class="form-inline" action="/dashboard" method="get"><input class="form-control" type="search" name="q" placeholder="搜尋功能" aria-label="Search"><button class="btn" type="submit"><i class="fas fa-search"></i></button></form>
<ul class="navbar-nav ml-auto"><li class="nav-item dropdown"><a class="nav-link dropdown-toggle" href="#" data-toggle="dropdown">個人管理</a><div class="dropdown-menu">{drop}</div></li>
<li class="nav-item"><form action="/logout" method="post">{self.token(s)}<button type="submit" class="btn btn-link nav-link"><i class="fas fa-sign-out-alt"></i> 登出系統</button></form></li></ul>"""
        return self.layout(s, "NTUH Portal", f"""<p>您好! {h(self.truth.person.name)}　總院差勤待簽 <span class="badge badge-light">0</span></p><div class="row">
{card("clock", "差勤系統", "leave", "請假、加班")}{card("graduation-cap", "數位學習", "tms", "TMS")}{card("file", "表單下載", "forms", "各式表單")}</div>""", nav)

    # ---------------------------------------------------------------- inner
    def inner(self, request: Request) -> Response:
        got = self.asset(request)
        if got:
            return got
        if request.path == "/staff/sso":
            key, app = self.handoff.pop(request.query.get("SESSION", ""), ("", ""))
            if key not in self.store:
                return Response("<meta charset=utf-8><p>連線憑證無效或已使用，請由Portal重新進入。</p>", 401)
            mine = secrets.token_hex(16)
            self.store[mine] = {"kind": "STAFFSID", "csrf": secrets.token_urlsafe(24), "flash": None, "user": key}
            return redirect("/staff/" + app, ("Set-Cookie", f"STAFFSID={mine}; Path=/staff; HttpOnly"))
        s = self.store.get(request.cookies.get("STAFFSID", ""))
        if not s or s["kind"] != "STAFFSID" or s["user"] not in self.store:
            return Response("<meta charset=utf-8><p>登入逾時，請由Portal重新進入。</p>", 401)
        if request.path == "/staff/password":
            return self.password(request, s)
        if request.path == "/staff/contact":
            return self.contact(request, s)
        return Response("<h1>404</h1>", 404)

    def crumbs(self, name: str) -> str:
        p = self.urls["portal"]
        return f"""<nav aria-label="breadcrumb"><ol class="breadcrumb"><li class="breadcrumb-item"><a href="{p}/dashboard">回功能選單</a></li><li class="breadcrumb-item">個人管理</li>
<li class="breadcrumb-item active" aria-current="page">{name}</li></ol></nav>"""

    def out(self) -> str:
        return f'<span class="ml-auto"><a class="nav-link" href="{self.urls["portal"]}/logout/from">登出系統</a></span>'

    def password(self, request: Request, s: dict[str, Any]) -> Response:
        t = self.truth
        if request.method == "POST":
            self.takes(request, currentPassword="old_password", newPassword="new_password", confirmPassword="new_password_again")
            if self.wrong_token(request, s):
                return self.denied()
            s["csrf"] = secrets.token_urlsafe(24)
            old, new = request.get("currentPassword"), request.get("newPassword")
            if old != t.portal_password:
                s["flash"] = ("danger", "舊密碼錯誤")
            elif new != request.get("confirmPassword"):
                s["flash"] = ("danger", "確認密碼與新密碼不一致")
            elif not re.fullmatch(r"(?=.*[A-Za-z])(?=.*\d).{8,30}", new) or new == old:
                s["flash"] = ("danger", "新密碼不符規則，請重新輸入")
            else:
                t.portal_password = new
                t.counts["password_changed"] += 1
                s["flash"] = ("success", "您的密碼變更作業已完成。")
                return redirect("/staff/password", status=303)
            t.counts["password_refused"] += 1
            return redirect("/staff/password", status=303)
        return self.layout(s, "個人管理", f"""{self.crumbs("更改密碼")}<div class="card"><div class="card-header">更改密碼</div><div class="card-body">
<form action="/staff/password" method="post">{self.token(s)}
<div class="form-group row"><label for="p_old" class="col-sm-3 col-form-label">請輸入舊密碼<span class="text-danger">*</span></label><div class="col-sm-5"><input type="password" class="form-control" id="p_old" name="currentPassword"><div class="invalid-feedback">此欄位必填</div></div></div>
<div class="form-group row"><label for="p_new" class="col-sm-3 col-form-label">請輸入新密碼<span class="text-danger">*</span></label><div class="col-sm-5"><input type="password" class="form-control" id="p_new" name="newPassword"><div class="invalid-feedback">此欄位必填</div></div></div>
<div class="form-group row"><label for="p_again" class="col-sm-3 col-form-label">請再輸入新密碼<span class="text-danger">*</span></label><div class="col-sm-5"><input type="password" class="form-control" id="p_again" name="confirmPassword"><div class="invalid-feedback">兩次密碼不一致</div></div></div>
<div class="form-group row"><span class="col-sm-3">密碼強度檢核</span><div class="col-sm-5 progress"><div class="progress-bar" style="width:0%"></div></div></div>
<ul class="small text-muted"><li>1.密碼長度不可少於8個字元</li><li>2.密碼內容需包含英文及數字</li></ul>
<button type="submit" class="btn btn-primary"><i class="fas fa-key"></i> 確認變更</button> <a class="btn btn-secondary" href="{self.urls['portal']}/dashboard">取消</a></form></div></div>""", self.out())

    def contact(self, request: Request, s: dict[str, Any]) -> Response:
        t = self.truth
        names = {"lastName": "english_surname", "firstName": "english_given", "middleName": "english_middle", "officeTel": "office_phone", "homeTel": "home_phone", "mobile": "mobile_phone"}
        if request.method == "POST":
            self.takes(request, mobile="mobile_phone")
            if self.wrong_token(request, s) or not all(request.has(n) for n in names):
                return self.denied()
            s["csrf"] = secrets.token_urlsafe(24)
            new = {k: request.get(n).strip() for n, k in names.items()}
            if not re.fullmatch(r"09\d{8}", new["mobile_phone"]):
                s["flash"] = ("danger", "行動電話格式錯誤")
            elif any(len(v) > 30 for v in new.values()) or any(not re.fullmatch(r"[\d#-]*", new[k]) for k in ("office_phone", "home_phone")) \
                    or any(not re.fullmatch(r"[A-Za-z' .-]*", new[k]) for k in list(new)[:3]):
                s["flash"] = ("danger", "欄位格式錯誤，請檢查後再試")
            else:
                t.saved_contact.update(new)
                t.counts["contact_saved"] += 1
                s["flash"] = ("success", "連絡資料更新成功！")
            return redirect("/staff/contact", status=303)

        def box(n: str, label: str, hint: str) -> str:
            now = t.saved_contact.get(names[n], getattr(t.person, names[n]))
            return f"""<div class="form-group col-md-6"><label for="{n}">{label}</label><input type="text" class="form-control" id="{n}" name="{n}" value="{h(now)}" maxlength="30"><small class="form-text text-muted">{hint}</small></div>"""

        return self.layout(s, "個人管理", f"""{self.crumbs("維護個人連絡資料")}<form action="/staff/contact" method="post">{self.token(s)}<div class="card">
<div class="card-header d-flex justify-content-between">台大醫院---維護個人連絡資料 <button type="submit" class="btn btn-success btn-sm"><i class="fas fa-save"></i> 異動儲存</button></div>
<div class="card-body"><div class="form-row"><div class="form-group col-md-6"><label>員工編號</label><input type="text" readonly class="form-control-plaintext" value="{t.person.employee_id}"></div>
<div class="form-group col-md-6"><label>姓名</label><input type="text" readonly class="form-control-plaintext" value="{h(t.person.name)}"></div>
{box("lastName", "英文姓", "ex:Chen(陳)")}{box("firstName", "英文首名", "ex: Yi-Fen(怡芬)")}{box("middleName", "英文中名", "ex:Mary 為英文別名，如無，可不填")}
{box("officeTel", "辦公室電話", "ex:61234或23123456")}{box("homeTel", "住宅電話", "ex:0223123456")}{box("mobile", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")}
</div></div></div></form>""", self.out())

    # ---------------------------------------------------------------- account
    def account(self, request: Request) -> Response:
        got = self.asset(request)
        if got:
            return got
        key, s, new = self.session(request, "NETIDSID")
        path, t = request.path.rstrip("/"), self.truth
        if path == "":
            return self.front(s, new)
        if path == "/start":
            self.takes(request, agree="consent")
            if request.method != "POST" or self.wrong_token(request, s):
                return self.denied()
            if request.get("agree") != "Y":
                s["flash"] = ("danger", "請先勾選已詳閱規範")
                return redirect("/", status=303)
            s["flow"] = "reset" if request.get("service") == "reset" else "activate"
            s["who"], s["otp"], s["at"], s["proved"] = "", "", 0.0, ""
            return redirect("/verify", status=303)
        if "flow" not in s:
            return redirect("/", *new)
        if path == "/verify":
            return self.verify(s)
        if path in ("/verify/send", "/verify/next") and request.method == "POST":
            self.takes(request, account="employee_id", phone="registered_phone", otp="code")
            if self.wrong_token(request, s):
                return self.denied()
            who = request.get("account").strip()
            if path.endswith("send"):
                s["who"] = who[:6]
                if who != t.person.employee_id or request.get("phone").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                    s["flash"] = ("danger", "帳號或登記門號不符，無法發送簡訊動態碼。")
                else:
                    s["otp"], s["at"] = t.new_message(), time.time()
                    s["flash"] = ("success", "動態碼簡訊發送成功：成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」")
                return redirect("/verify", status=303)
            if not s["otp"] or who != s["who"] or request.get("otp").strip() != s["otp"] or time.time() - s["at"] > 120:
                t.counts["code_refused"] += 1
                late = s["otp"] and request.get("otp").strip() == s["otp"] and who == s["who"]
                s["flash"] = ("danger", "動態碼逾時失效，請重新發送。" if late else "動態碼驗證失敗，請確認後再輸入。")
                return redirect("/verify", status=303)
            s["otp"], s["proved"] = "", s["flow"]
            t.sessions.add("account:" + key)
            t.counts["code_accepted"] += 1
            return redirect("/profile" if s["flow"] == "activate" else "/reset", status=303)
        if path == "/exit":
            if "account:" + key in t.sessions:
                t.sessions.discard("account:" + key)
                t.counts["sign_out_account"] += 1
            self.store.pop(key, None)
            return redirect("/", ("Set-Cookie", "NETIDSID=; Path=/; Max-Age=0"), status=303)
        if not s["proved"]:
            return redirect("/verify")
        if path == "/profile" and s["proved"] == "activate":
            return self.profile(request, s)
        if path == "/reset" and s["proved"] == "reset":
            return self.reset(request, s)
        return Response("<h1>404</h1>", 404)

    def front(self, s: dict[str, Any], new: list[tuple[str, str]]) -> Response:
        return self.layout(s, "網路帳號服務", f"""<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<div class="card"><div class="card-header">《規範》</div><div class="card-body"><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p>
<ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置</li>
<li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同，以確保個人資料安全。</li></ul></div></div>
<div class="card"><div class="card-header">《常見問題與服務》</div><div class="card-body"><dl><dt>密碼修改後多久可以生效</dt><dd>即時生效。</dd><dt>忘記密碼</dt><dd>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</dd></dl></div></div>
<form action="/start" method="post">{self.token(s)}<div class="custom-control custom-checkbox"><input type="checkbox" class="custom-control-input" id="agree" name="agree" value="Y"><label class="custom-control-label" for="agree">我已詳閱並同意遵守上述規範</label></div>
<div class="row"><div class="col"><div class="card"><button type="submit" class="btn btn-primary btn-lg" name="service" value="activate" data-need-agree disabled><i class="fas fa-user-plus"></i> 啟用網路帳號及首次雲端帳號密碼設定</button><p class="small">啟用本院微軟相關服務，如：Office365, Outlook...</p></div></div>
<div class="col"><div class="card"><button type="submit" class="btn btn-warning btn-lg" name="service" value="reset" data-need-agree disabled><i class="fas fa-redo"></i> 重置雲端服務密碼</button><p class="small">重設非Portal帳號的密碼</p></div></div></div></form>""", "", new)

    def verify(self, s: dict[str, Any]) -> Response:
        name = "啟用網路帳號及首次雲端帳號密碼設定" if s["flow"] == "activate" else "重置雲端服務密碼"
        return self.layout(s, "網路帳號服務", f"""<div class="card"><div class="card-header">注意事項</div><ol class="small"><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ol></div>
<div class="card"><div class="card-header">{name}</div><div class="card-body"><form action="/verify/next" method="post" autocomplete="off">{self.token(s)}
<div class="form-group"><label for="account">網路帳號 / 主職員工編號</label><div class="input-group"><input type="text" class="form-control" id="account" name="account" maxlength="6" value="{h(s["who"])}">
<div class="input-group-append"><button type="button" class="btn btn-outline-primary" data-toggle="modal" data-target="#smsModal"><i class="fas fa-sms"></i> 發送簡訊動態碼</button></div></div></div>
<div class="form-group"><label for="otp">簡訊(或MOTP)動態碼</label><input type="text" class="form-control" id="otp" name="otp" maxlength="8" inputmode="numeric"></div>
<div class="text-right"><button type="submit" class="btn btn-primary">下一步 <i class="fas fa-chevron-right"></i></button></div>
<div class="modal fade" id="smsModal" tabindex="-1" role="dialog"><div class="modal-dialog" role="document"><div class="modal-content"><div class="modal-body">
<div class="form-group"><label for="phone">請輸入帳號登記的手機門號(10碼)</label><input type="tel" class="form-control" id="phone" name="phone" maxlength="10"></div></div>
<div class="modal-footer"><button type="submit" class="btn btn-primary" formaction="/verify/send">確定發送</button> <button type="button" class="btn btn-secondary" data-dismiss="modal">取消</button></div></div></div></div>
</form></div></div>""", '<a class="nav-link" href="/exit">離開</a>')

    def bad_pair(self, request: Request) -> str:
        new = request.get("cloudPassword")
        if new != request.get("cloudPasswordConfirm"):
            return "兩次輸入的雲端服務密碼不一致"
        if not re.fullmatch(r"(?=.*[A-Za-z])(?=.*\d).{8,64}", new):
            return "雲端服務密碼強度不足（至少8碼，含英文及數字）"
        return "雲端服務密碼不得與Portal密碼相同" if new == self.truth.portal_password else ""

    PAIR = """<div class="form-group"><label for="cp1">設定雲端服務密碼</label><input type="password" class="form-control" id="cp1" name="cloudPassword" autocomplete="new-password"></div>
<div class="form-group"><label for="cp2">確認雲端服務密碼</label><input type="password" class="form-control" id="cp2" name="cloudPasswordConfirm" autocomplete="new-password"></div>"""

    def profile(self, request: Request, s: dict[str, Any]) -> Response:
        t, p = self.truth, self.truth.person
        if request.method == "POST":
            self.takes(request, mailAlias="alias", cloudPassword="cloud_password", cloudPasswordConfirm="cloud_password_again")
            if self.wrong_token(request, s):
                return self.denied()
            if request.get("op") == "cancel":
                return redirect("/exit", status=303)
            name = request.get("mailAlias").strip()
            if t.alias:
                why = "此帳號已啟用雲端服務，請勿重複申請"
            elif not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", name):
                why = "電子郵件名稱含有不允許的字元"
            elif name.lower() == "taken.name":
                why = "此電子郵件名稱已被註冊"
            else:
                why = self.bad_pair(request)
            if why:
                s["flash"], s["typed"] = ("danger", why), name
                return redirect("/profile", status=303)
            t.alias, t.cloud_password = name, request.get("cloudPassword")
            t.counts["activated"] += 1
            s["flash"] = ("success", f"雲端服務啟用申請已受理，{name}@ntuh.gov.tw 將於隔日開通。")
            return redirect("/profile", status=303)
        facts = "".join(f'<dt class="col-sm-4">{a}</dt><dd class="col-sm-8">{h(b)}</dd>' for a, b in (
            ("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        if t.alias:
            form = f'<div class="alert alert-info">雲端服務狀態：<span class="badge badge-success">已開通</span><br>雲端服務帳號 (電子郵件名稱)：{h(t.alias)}@ntuh.gov.tw</div>'
        else:
            form = f"""<form action="/profile" method="post">{self.token(s)}<div class="form-group"><label for="mailAlias">雲端服務帳號 (電子郵件名稱)</label>
<div class="input-group"><input type="text" class="form-control" id="mailAlias" name="mailAlias" maxlength="64" value="{h(s.get("typed", ""))}"><div class="input-group-append"><span class="input-group-text">@ntuh.gov.tw</span></div></div><small>名稱長度限64字元內</small></div>{self.PAIR}
<button type="submit" class="btn btn-secondary" name="op" value="cancel">取消啟用</button> <button type="submit" class="btn btn-primary" name="op" value="enable"><i class="fas fa-cloud"></i> 啟用雲端服務</button> <small>服務於設定完成隔日生效</small></form>"""
        return self.layout(s, "網路帳號服務", f'<div class="card"><div class="card-header">設定密碼與郵件別名</div><div class="card-body"><dl class="row">{facts}</dl>{form}</div></div>', '<a class="nav-link" href="/exit"><i class="fas fa-sign-out-alt"></i> 登出</a>')

    def reset(self, request: Request, s: dict[str, Any]) -> Response:
        t = self.truth
        if request.method == "POST":
            self.takes(request, cloudPassword="cloud_password", cloudPasswordConfirm="cloud_password_again")
            if self.wrong_token(request, s):
                return self.denied()
            why = self.bad_pair(request) if t.alias else "尚未啟用雲端服務"
            if not why:
                t.cloud_password = request.get("cloudPassword")
                t.counts["cloud_reset"] += 1
            s["flash"] = ("danger", why) if why else ("success", "雲端服務密碼已更新，即時生效")
            return redirect("/reset", status=303)
        return self.layout(s, "網路帳號服務", f'<div class="card"><div class="card-header">重置雲端服務密碼</div><div class="card-body"><form action="/reset" method="post">{self.token(s)}{self.PAIR}<button type="submit" class="btn btn-primary">儲存新密碼</button></form></div></div>',
                           '<a class="nav-link" href="/exit"><i class="fas fa-sign-out-alt"></i> 登出</a>')

    # ---------------------------------------------------------------- webmail
    def mail(self, request: Request) -> Response:
        got = self.asset(request)
        if got:
            return got
        key, s, new = self.session(request, "MAILSID")
        path, t = request.path.rstrip("/"), self.truth
        if path == "/captcha":
            return Response(picture(t.new_captcha("23456789abcdefghjkmnpqrstuvwxyz", 5), "JPEG"), kind="image/jpeg")
        if path == "/inbox" and s["user"]:
            return self.layout(s, "NTUH Mail", f'<div class="card"><div class="card-header">收件匣 <small>{h(t.alias)}@ntuh.gov.tw</small></div><ul class="list-group"><li class="list-group-item">資訊室 － 歡迎使用電子郵件</li></ul></div>',
                               f'<form action="/signout" method="post">{self.token(s)}<button type="submit" class="btn btn-link">登出</button></form>')
        if path == "/signout" and s["user"] and request.method == "POST":
            self.takes(request)
            if self.wrong_token(request, s):
                return self.denied()
            self.store.pop(key)
            t.sessions.discard("mail:" + key)
            t.counts["sign_out_mail"] += 1
            return redirect("/", ("Set-Cookie", "MAILSID=; Path=/; Max-Age=0"), status=303)
        if path == "/signin" and request.method == "POST":
            self.takes(request, account="mail_account", password="mail_password", verify="captcha")
            if self.wrong_token(request, s):
                return self.denied()
            want, t.captcha = t.captcha, ""
            if not want or request.get("verify").strip() != want:
                s["flash"] = ("danger", "驗證碼不正確")
            elif not t.alias or request.get("account").strip().lower().removesuffix("@ntuh.gov.tw") != t.alias.lower() or request.get("password") != t.cloud_password:
                s["flash"] = ("danger", "帳號或密碼不正確")
            else:
                s["user"] = t.alias
                t.sessions.add("mail:" + key)
                t.counts["mail_sign_in"] += 1
                return redirect("/inbox", status=303)
            return redirect("/", status=303)
        if path:
            return redirect("/", *new)
        return self.layout(s, "NTUH Mail", f"""<div class="card"><div class="card-body"><form action="/signin" method="post">{self.token(s)}
<div class="form-group"><label for="account">帳號:</label><input class="form-control" id="account" name="account" type="text"></div>
<div class="form-group"><label for="password">密碼:</label><input class="form-control" id="password" name="password" type="password"></div>
<div class="form-group"><label for="verify">驗證碼(小寫字母或數字):</label><input class="form-control" id="verify" name="verify" type="text" maxlength="5"><img src="/captcha?{secrets.token_hex(3)}" alt=""></div>
<div class="form-check"><input class="form-check-input" type="checkbox" id="remember" name="remember" value="1"><label class="form-check-label" for="remember">記住登入資訊 (公用電腦請勿勾選)</label></div>
<button class="btn btn-primary" type="submit">登入</button></form></div><div class="card-footer"><b>公佈欄</b> 體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</div></div>""", "", new)

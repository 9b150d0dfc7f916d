"""A Laravel 10 / Bootstrap 5 site of the hospital's junior developer, half Chinese and half English.

Its developer: Kai, 25, fresh from a bootcamp. snake_case columns as field names, `@csrf` and `@method('PUT')`, floating labels from
the Bootstrap examples page (the label comes after the box), Swal for good news, `is-invalid` for bad, the logout form hidden
behind a link as in `make:auth`. He forgets to translate half of Laravel's words and leaves "Remember me" and dark mode everywhere.
"""

from __future__ import annotations

import re
import secrets
import time
from html import escape as e
from typing import Any

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

EYE = '<button class="btn btn-outline-secondary" type="button" onclick="let i=this.previousElementSibling;i.type=i.type==\'password\'?\'text\':\'password\'"><i class="bi bi-eye"></i></button>'


class Visit:
    """What Laravel keeps in one session: the token, flashed data, and who it is."""

    def __init__(self) -> None:
        self.id = secrets.token_urlsafe(30)
        self.token = secrets.token_urlsafe(30)
        self.flash: dict[str, Any] = {}
        self.captcha = ""
        self.user = ""
        self.otp: dict[str, Any] = {}
        self.intended = "activate"


class TheSite(Site):
    title = "Laravel / Bootstrap 5 site of a junior developer"

    def __init__(self) -> None:
        super().__init__()
        self.store: dict[str, Visit] = {}
        self.sso: dict[str, Visit] = {}
        self.linked: dict[str, Visit] = {}  # inner visit -> portal visit

    # -------- framework
    def visit(self, req: Request, app: str) -> Visit:
        found = self.store.get(req.cookies.get(app + "_session", ""))
        if not found:
            found = Visit()
            self.store[found.id] = found
        return found

    def regenerate(self, v: Visit) -> None:
        self.store.pop(v.id, None)
        v.id, v.token = secrets.token_urlsafe(30), secrets.token_urlsafe(30)
        self.store[v.id] = v

    def send(self, app: str, v: Visit, answer: Response) -> Response:
        answer.headers.append(("Set-Cookie", f"{app}_session={v.id}; expires=Fri, 31 Dec 2027 00:00:00 GMT; Max-Age=7200; path=/; httponly; samesite=lax"))
        return answer

    def ok(self, v: Visit, req: Request) -> bool:
        return req.get("_token") == v.token

    def expired(self) -> Response:
        return Response('<!DOCTYPE html><html lang="en"><head><title>Page Expired</title></head><body class="antialiased"><div class="flex"><div>419</div><div>Page Expired</div></div></body></html>', 419)

    def back(self, v: Visit, to: str, errors: dict[str, str], old: dict[str, str] | None = None) -> Response:
        v.flash = {"errors": errors, "old": old or {}}
        return redirect(to)

    def layout(self, v: Visit, title: str, slot: str, bar: str = "") -> Response:
        swal = v.flash.get("swal")
        pop = f"<script>\nSwal.fire({{ icon: 'success', title: '{swal[0]}', text: '{swal[1]}', confirmButtonText: '確定' }});\n</script>" if swal else ""
        status = v.flash.get("status")
        alert = f'<div class="alert alert-success alert-dismissible fade show" role="alert"><i class="bi bi-check-circle-fill"></i> {status}<button type="button" class="btn-close" data-bs-dismiss="alert" aria-label="Close"></button></div>' if status else ""
        return Response(f"""<!DOCTYPE html>
<html lang="zh-TW" data-bs-theme="light">
<head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="csrf-token" content="{v.token}">
    <title>{title} | NTUH Staff</title>
    <link href="https://cdn.jsdelivr.net/npm/bootstrap@5.3.2/dist/css/bootstrap.min.css" rel="stylesheet">
    <link rel="stylesheet" href="https://cdn.jsdelivr.net/npm/bootstrap-icons@1.11.1/font/bootstrap-icons.css">
    <script src="https://cdn.jsdelivr.net/npm/sweetalert2@11"></script>
</head>
<body class="bg-body-tertiary">
<nav class="navbar navbar-expand-lg bg-primary" data-bs-theme="dark"><div class="container"><a class="navbar-brand" href="/"><i class="bi bi-hospital"></i> NTUH Staff</a>
<button class="btn btn-sm btn-outline-light" type="button" onclick="document.documentElement.dataset.bsTheme='dark'"><i class="bi bi-moon-stars"></i> Dark</button>{bar}</div></nav>
<main class="container py-4">
{alert}
{slot}
</main>
<footer class="text-center text-muted small">Laravel v10.48.4 (PHP v8.1.27)</footer>
<script src="https://cdn.jsdelivr.net/npm/bootstrap@5.3.2/dist/js/bootstrap.bundle.min.js"></script>{pop}
</body>
</html>""")

    @staticmethod
    def floating(v: Visit, name: str, label: str, kind: str = "text", value: str = "", more: str = "") -> str:
        error = v.flash.get("errors", {}).get(name, "")
        value = v.flash.get("old", {}).get(name, value)
        bad = f'<div class="invalid-feedback">{error}</div>' if error else ""
        return f'<div class="form-floating mb-3"><input type="{kind}" class="form-control{" is-invalid" if error else ""}" id="{name}" name="{name}" value="{e(value)}" placeholder="" {more}><label for="{name}">{label}</label>{bad}</div>'

    @staticmethod
    def csrf(v: Visit, method: str = "") -> str:
        return f'<input type="hidden" name="_token" value="{v.token}" autocomplete="off">' + (f'<input type="hidden" name="_method" value="{method}">' if method else "")

    def captcha_row(self, v: Visit, label: str, hint: str) -> str:
        error = v.flash.get("errors", {}).get("captcha", "")
        bad = f'<div class="invalid-feedback d-block">{error}</div>' if error else ""
        return f"""<div class="mb-3"><label for="captcha" class="form-label"><i class="bi bi-shield-check"></i> {label}</label><div class="input-group"><span class="input-group-text p-0"><img src="/captcha/flat?{secrets.token_urlsafe(6)}" id="captcha_img" height="36"></span>
<input type="text" class="form-control" id="captcha" name="captcha" autocomplete="off"><button type="button" class="btn btn-outline-secondary" onclick="document.getElementById('captcha_img').src='/captcha/flat?'+Math.random()"><i class="bi bi-arrow-clockwise"></i></button></div><div class="form-text">{hint}</div>{bad}</div>"""

    def captcha_right(self, v: Visit, req: Request) -> bool:
        mine, newest = v.captcha, self.truth.captcha
        v.captcha = self.truth.captcha = ""
        return bool(mine) and mine == newest and req.get("captcha").strip().lower() == mine.lower()

    def draw(self, v: Visit, text: str) -> Response:
        v.captcha = text
        return Response(picture(text, "PNG", (140, 36)), kind="image/png", headers=[("Cache-Control", "no-cache, private")])

    def bar(self, v: Visit, app_logout: str) -> str:
        return f"""<div class="dropdown ms-auto"><a class="nav-link dropdown-toggle" href="#" data-bs-toggle="dropdown">{self.truth.person.name}</a><div class="dropdown-menu dropdown-menu-end"><a class="dropdown-item" href="{app_logout}" onclick="event.preventDefault(); document.getElementById('logout-form').submit();">登出 Logout</a>
<form id="logout-form" action="{app_logout}" method="POST" class="d-none">{self.csrf(v)}</form></div></div>"""

    # -------- portal
    def portal(self, req: Request) -> Response:
        v = self.visit(req, "portal")
        answer = self.portal_routes(req, v)
        return self.send("portal", v, answer)

    def portal_routes(self, req: Request, v: Visit) -> Response:
        if req.path == "/captcha/flat": return self.draw(v, self.truth.new_captcha())
        if req.path == "/login" and req.method == "POST":
            self.takes(req, branch_id="campus", employee_no="employee_id", password="portal_password", captcha="captcha")
            if not self.ok(v, req): return self.expired()
            errors = {}
            right = self.captcha_right(v, req)
            old = {"employee_no": req.get("employee_no"), "branch_id": req.get("branch_id")}
            if req.get("branch_id") not in ("1", "2", "3", "4", "5"): errors["branch_id"] = "The branch id field is required."
            if not right: errors["captcha"] = "驗證碼 (captcha) 不對喔，請重新輸入"
            elif not errors and (req.get("branch_id") != "1" or req.get("employee_no").strip() != self.truth.person.employee_id or req.get("password") != self.truth.portal_password):
                errors["employee_no"] = "These credentials do not match our records. 帳號或密碼有誤"
            if errors:
                self.truth.counts["sign_in_refused"] += 1
                return self.back(v, "/login", errors, old)
            self.regenerate(v)
            v.user = self.truth.person.employee_id
            self.truth.sessions.add("portal:" + v.id)
            self.truth.counts["sign_in"] += 1
            return redirect("/dashboard")
        if req.path == "/login" and not v.user:
            picked = v.flash.get("old", {}).get("branch_id", "1")
            options = "".join(f'<option value="{i}"{" selected" if str(i) == picked else ""}>{t}</option>' for i, t in enumerate(("總院區 Main", "北護 Beihu", "金山 Jinshan", "新竹 Hsinchu", "雲林 Yunlin"), 1))
            slot = f"""<div class="row justify-content-center"><div class="col-md-5"><div class="card shadow-sm"><div class="card-header">醫療資訊系統 Login</div><div class="card-body"><form method="POST" action="/login">{self.csrf(v)}
<div class="form-floating mb-3"><select class="form-select" id="branch_id" name="branch_id">{options}</select><label for="branch_id">院區 Branch</label></div>
{self.floating(v, "employee_no", '<i class="bi bi-person"></i> 帳號 Account', more='autocomplete="username" autofocus')}{self.floating(v, "password", '<i class="bi bi-lock"></i> 密碼 Password', "password", more='autocomplete="current-password"')}
{self.captcha_row(v, "驗證碼 Captcha", "不用區分大小寫 case-insensitive")}
<div class="form-check mb-3"><input class="form-check-input" type="checkbox" name="remember" id="remember"><label class="form-check-label" for="remember">Remember Me</label></div>
<button type="submit" class="btn btn-primary w-100"><i class="bi bi-box-arrow-in-right"></i> Sign in</button></form></div></div></div></div>"""
            answer = self.layout(v, "Login", slot)
            v.flash = {}
            return answer
        if not v.user: return redirect("/login")
        if req.path == "/logout" and req.method == "POST":
            self.takes(req)
            return self.logout(v) if self.ok(v, req) else self.expired()
        if req.path in ("/", "/dashboard", "/login"):
            cards = "".join(f'<div class="col"><a class="card h-100 text-decoration-none" href="{u}"><div class="card-body"><i class="bi bi-{i} fs-3"></i><h5 class="card-title">{t}</h5><p class="card-text small text-muted">{s}</p></div></a></div>' for t, s, i, u in (
                ("更改密碼", "Change password", "key", "/sso/password"), ("個人簽章提醒設定", "Signature reminder", "pen", "/todo"), ("查詢員工連絡資料", "Staff directory", "search", "/todo"),
                ("維護個人連絡資料", "My contact info", "telephone", "/sso/contact"), ("個人就醫紀錄查詢", "Medical records", "clipboard2-pulse", "/todo"), ("行動憑證申請", "Mobile certificate", "phone", "/todo")))
            return self.layout(v, "Dashboard", f'<h4>個人管理 <small class="text-muted">Personal</small></h4><div class="row row-cols-md-3 g-3">{cards}</div><h6 class="mt-4">全院公告 News</h6><ul class="list-group"><li class="list-group-item">2025/09/01 新版 Portal beta 上線 🎉</li></ul>', self.bar(v, "/logout"))
        if req.path in ("/sso/password", "/sso/contact"):
            key = secrets.token_hex(16)
            self.sso[key] = v
            return redirect(f"{self.urls['inner']}/hr/{req.path[5:]}?SESSION={key}")
        if req.path == "/todo":
            return self.layout(v, "403", '<div class="alert alert-danger">403 | This action is unauthorized. 您沒有權限</div><a href="/dashboard">Back</a>', self.bar(v, "/logout"))
        return Response("<title>Not Found</title>404 | Not Found", 404)

    def logout(self, v: Visit) -> Response:
        self.truth.sessions.discard("portal:" + v.id)
        self.truth.counts["sign_out_portal"] += 1
        v.user = ""
        self.regenerate(v)
        return redirect(self.urls["portal"] + "/login")

    # -------- inner
    def inner(self, req: Request) -> Response:
        v = self.visit(req, "hr")
        if req.query.get("SESSION"):
            owner = self.sso.pop(req.query["SESSION"], None)
            if not owner or not owner.user: return Response("403 | Invalid signature.", 403)
            self.linked[v.id] = owner
            return self.send("hr", v, redirect(req.path))
        owner = self.linked.get(v.id)
        if not owner or not owner.user: return redirect(self.urls["portal"] + "/login")
        return self.send("hr", v, self.inner_routes(req, v, owner))

    FIELDS = (("surname_en", "english_surname", "英文姓 Surname", "ex:Chen(陳)"), ("given_name_en", "english_given", "英文首名 Given name", "ex: Yi-Fen(怡芬)"),
              ("middle_name_en", "english_middle", "英文中名 Middle name", "ex:Mary 為英文別名，如無，可不填"), ("office_tel", "office_phone", "辦公室電話 Office", "ex:61234或23123456"),
              ("home_tel", "home_phone", "住宅電話 Home", "ex:0223123456"), ("mobile", "mobile_phone", "行動電話 Mobile", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))

    def inner_routes(self, req: Request, v: Visit, owner: Visit) -> Response:
        crumb = f'<nav><ol class="breadcrumb"><li class="breadcrumb-item"><a href="{self.urls["portal"]}/dashboard">回功能選單</a></li><li class="breadcrumb-item active">個人管理</li></ol></nav>'
        bar = self.bar(v, "/hr/logout")
        if req.path == "/hr/logout" and req.method == "POST":
            self.takes(req)
            return self.logout(owner) if self.ok(v, req) else self.expired()
        if req.path == "/hr/password":
            if req.method == "POST":
                self.takes(req, current_password="old_password", new_password="new_password", new_password_confirmation="new_password_again")
                if not self.ok(v, req) or req.get("_method") != "PUT": return self.expired()
                errors, new = {}, req.get("new_password")
                if req.get("current_password") != self.truth.portal_password: errors["current_password"] = "The current password is incorrect. 舊密碼錯誤"
                if len(new) < 8: errors["new_password"] = "The new password field must be at least 8 characters."
                elif not re.search("[A-Za-z]", new) or not re.search("[0-9]", new): errors["new_password"] = "新密碼要有英文跟數字 (letters and numbers)"
                elif new != req.get("new_password_confirmation"): errors["new_password"] = "The new password field confirmation does not match."
                if errors:
                    self.truth.counts["password_refused"] += 1
                    return self.back(v, "/hr/password", errors)
                self.truth.portal_password = new
                self.truth.counts["password_changed"] += 1
                v.flash = {"status": "Password updated! 密碼已更新"}
                return redirect("/hr/password")
            slot = f"""{crumb}<div class="card"><div class="card-header">更改密碼 Change Password</div><div class="card-body"><form method="POST" action="/hr/password">{self.csrf(v, "PUT")}
{self.floating(v, "current_password", "請輸入舊密碼：", "password")}{self.floating(v, "new_password", "請輸入新密碼：", "password")}{self.floating(v, "new_password_confirmation", "請再輸入新密碼：", "password")}
<label class="form-label">密碼強度檢核：</label><div class="progress mb-3"><div class="progress-bar" style="width:0%"></div></div><p class="small">密碼設定條件：<br>1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字</p><button class="btn btn-primary">Update</button></form></div></div>"""
        elif req.path == "/hr/contact":
            if req.method == "POST":
                self.takes(req, mobile="mobile_phone")
                if not self.ok(v, req) or req.get("_method") != "PUT": return self.expired()
                old = {f[0]: req.get(f[0]) for f in self.FIELDS}
                if not re.fullmatch(r"09[0-9]{8}", req.get("mobile")):
                    return self.back(v, "/hr/contact", {"mobile": "The mobile field format is invalid. 手機格式 09xxxxxxxx"}, old)
                if not all(req.has(f[0]) for f in self.FIELDS): return self.back(v, "/hr/contact", {"mobile": "資料不完整 (missing fields)"}, old)
                self.truth.saved_contact = {f[1]: req.get(f[0]) for f in self.FIELDS}
                self.truth.counts["contact_saved"] += 1
                v.flash = {"swal": ("Saved!", "連絡資料儲存好了")}
                return redirect("/hr/contact")
            boxes = "".join(self.floating(v, n, label, value=self.truth.saved_contact.get(key, getattr(self.truth.person, key))) + f'<div class="form-text mb-3">{hint}</div>' for n, key, label, hint in self.FIELDS)
            slot = f"""{crumb}<div class="card"><div class="card-header">台大醫院---維護個人連絡資料</div><div class="card-body"><p>員工編號：<span class="badge text-bg-secondary">{self.truth.person.employee_id}</span> 姓名：{self.truth.person.name}</p>
<form method="POST" action="/hr/contact">{self.csrf(v, "PUT")}{boxes}<button type="submit" class="btn btn-success"><i class="bi bi-save"></i> 異動儲存</button></form></div></div>"""
        else: return Response("404 | Not Found", 404)
        answer = self.layout(v, "個人管理", slot, bar)
        v.flash = {}
        return answer

    # -------- account
    def account(self, req: Request) -> Response:
        v = self.visit(req, "acct")
        return self.send("acct", v, self.account_routes(req, v))

    def account_routes(self, req: Request, v: Visit) -> Response:
        if req.method == "POST":
            self.takes(req, employee_no="employee_id", otp_code="code", phone="registered_phone", mail_alias="alias", cloud_password="cloud_password")
            if not self.ok(v, req): return self.expired()
        if req.path == "/": return self.layout(v, "帳號服務", WELCOME)
        if req.path == "/leave" and req.method == "POST":
            if v.user:
                self.truth.sessions.discard("account:" + v.id)
                self.truth.counts["sign_out_account"] += 1
            v.user, v.otp = "", {}
            self.regenerate(v)
            return redirect("/")
        where = re.fullmatch(r"/(activate|reset)/otp(/request|/send|/verify)?", req.path)
        if where: return self.otp(req, v, where[1], where[2] or "")
        if v.user != "activate" and req.path == "/activate/alias" or v.user != "reset" and req.path == "/reset/password": return redirect("/")
        bye = self.bar(v, "/leave")
        if req.path == "/activate/alias":
            if req.method == "POST": return self.alias(req, v)
            me = self.truth.person
            rows = "".join(f'<tr><th class="w-25">{t}</th><td>{d}</td></tr>' for t, d in (("網路帳號 / 主職員工編號", me.employee_id), ("帳號姓名", me.name), ("主職單位", me.unit), ("有效期限", me.valid_until)))
            if self.truth.alias:
                form = f'<div class="alert alert-info">雲端服務帳號 (電子郵件名稱)：<b>{e(self.truth.alias)}@ntuh.gov.tw</b> <span class="badge text-bg-success">Activated</span><br>這個帳號啟用過了，不用再設定。{v.flash.get("errors", {}).get("mail_alias", "")}</div>'
            else:
                bad = v.flash.get("errors", {})
                note = lambda k: f'<div class="invalid-feedback d-block">{bad[k]}</div>' if k in bad else ""  # noqa: E731
                form = f"""<form method="POST" action="/activate/alias">{self.csrf(v)}<label class="form-label" for="mail_alias">雲端服務帳號 (電子郵件名稱)</label><div class="input-group mb-1"><input class="form-control" id="mail_alias" name="mail_alias" maxlength="64" value="{e(v.flash.get('old', {}).get('mail_alias', ''))}" placeholder="e.g. xiaoming.wang"><span class="input-group-text">@ntuh.gov.tw</span></div><div class="form-text">名稱長度限64字元內</div>{note("mail_alias")}
<label class="form-label mt-3" for="cloud_password">雲端服務密碼 Password</label><div class="input-group mb-1"><input type="password" class="form-control" id="cloud_password" name="cloud_password">{EYE}</div><div class="form-text">at least 8 characters, 英文+數字</div>{note("cloud_password")}
<div class="mt-3"><a class="btn btn-outline-secondary" href="/leave" onclick="event.preventDefault(); document.getElementById('logout-form').submit();">取消啟用</a> <button class="btn btn-primary">啟用雲端服務</button></div></form>"""
            answer = self.layout(v, "設定密碼與郵件別名", f'<h4>設定密碼與郵件別名</h4><p>雲端服務帳號說明：1. 雲端服務帳號為跨體系使用。2. 服務於設定完成隔日生效。</p><table class="table">{rows}</table>{form}', bye)
        elif req.path == "/reset/password":
            if req.method == "POST":
                new = req.get("cloud_password")
                if not self.truth.alias or len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search(r"\d", new):
                    return self.back(v, "/reset/password", {"cloud_password": "帳號還沒啟用，請先啟用" if not self.truth.alias else "密碼太弱 too weak"})
                self.truth.cloud_password = new
                self.truth.counts["cloud_password_reset"] += 1
                v.flash = {"status": "雲端密碼 reset 成功"}
                return redirect("/reset/password")
            answer = self.layout(v, "重置雲端服務密碼", f'<h4>重置雲端服務密碼</h4><form method="POST" action="/reset/password">{self.csrf(v)}{self.floating(v, "cloud_password", "New password 新密碼", "password")}<button class="btn btn-primary">Reset</button></form>', bye)
        else: return Response("404 | Not Found", 404)
        v.flash = {}
        return answer

    def alias(self, req: Request, v: Visit) -> Response:
        name, new, errors = req.get("mail_alias").strip().lower(), req.get("cloud_password"), {}
        if self.truth.alias: return self.back(v, "/activate/alias", {"mail_alias": " (already activated)"})
        if not re.fullmatch(r"[a-z0-9._-]{2,64}", name): errors["mail_alias"] = "The mail alias field format is invalid. 只能用英數 . _ -"
        elif name == "taken.name": errors["mail_alias"] = "The mail alias has already been taken. 換一個吧"
        if len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search(r"\d", new): errors["cloud_password"] = "密碼太弱 too weak"
        if errors: return self.back(v, "/activate/alias", errors, {"mail_alias": name})
        self.truth.alias, self.truth.cloud_password = name, new
        self.truth.counts["activated"] += 1
        v.flash = {"swal": ("All set!", f"{name}@ntuh.gov.tw 開通完成，隔日生效")}
        return redirect("/activate/alias")

    def otp(self, req: Request, v: Visit, flow: str, step: str) -> Response:
        page = f"/{flow}/otp"
        number = req.get("employee_no").strip()
        if step and req.method != "POST": return Response("<title>Method Not Allowed</title>405", 405)
        if step == "/request" or step == "/verify" and req.get("action") == "request":
            if number != self.truth.person.employee_id: return self.back(v, page, {"employee_no": "查無此人 The selected employee no is invalid."}, {"employee_no": number})
            v.otp = {"number": number}
            v.flash = {"modal": True, "old": {"employee_no": number}}
            return redirect(page)
        if step == "/send":
            if not v.otp or number != v.otp["number"]: return self.expired()
            if req.get("phone").strip() != self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone):
                v.flash = {"modal": True, "errors": {"phone": "手機跟登記的不一樣 (phone mismatch)"}, "old": {"employee_no": number}}
                return redirect(page)
            self.truth.new_message()
            v.otp["sent_at"] = time.time()
            v.flash = {"swal": ("動態碼簡訊發送成功", "成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"), "old": {"employee_no": number}}
            return redirect(page)
        if step == "/verify":
            right = "sent_at" in v.otp and number == v.otp["number"] and req.get("otp_code").strip() == self.truth.messages[-1]
            if not right or time.time() - v.otp["sent_at"] > 120:
                self.truth.counts["code_refused"] += 1
                return self.back(v, page, {"otp_code": "動態碼過期了 expired" if right else "動態碼不對 Invalid code"}, {"employee_no": number})
            if v.user: self.truth.sessions.discard("account:" + v.id)
            self.regenerate(v)
            v.user, v.otp = flow, {}
            self.truth.sessions.add("account:" + v.id)
            self.truth.counts["code_accepted"] += 1
            return redirect("/activate/alias" if flow == "activate" else "/reset/password")
        modal = ""
        if v.flash.get("modal"):
            modal = f"""<div class="modal show d-block" id="smsModal" tabindex="-1" style="background:rgba(0,0,0,.4)"><div class="modal-dialog"><div class="modal-content"><form method="POST" action="{page}/send">{self.csrf(v)}<input type="hidden" name="employee_no" value="{e(v.otp['number'])}">
<div class="modal-header"><h5 class="modal-title">SMS 動態碼</h5><a class="btn-close" href="{page}"></a></div><div class="modal-body">{self.floating(v, "phone", "請輸入帳號登記的手機門號(10碼)", "tel", more='maxlength="10"')}</div><div class="modal-footer"><button class="btn btn-primary">確定發送</button><a class="btn btn-secondary" href="{page}">取消</a></div></form></div></div></div>"""
        error = v.flash.get("errors", {}).get("employee_no", "")
        title = "啟用網路帳號及首次雲端帳號密碼設定" if flow == "activate" else "重置雲端服務密碼"
        answer = self.layout(v, title, f"""<h4>{title}</h4><div class="alert alert-warning"><b>注意事項</b><ul class="mb-0"><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div>
<form method="POST" action="{page}/verify" id="otp-form">{self.csrf(v)}<label class="form-label" for="employee_no">網路帳號 / 主職員工編號</label><div class="input-group mb-3"><input class="form-control{' is-invalid' if error else ''}" id="employee_no" name="employee_no" maxlength="6" value="{e(v.flash.get('old', {}).get('employee_no', ''))}"><button class="btn btn-outline-primary" type="submit" formaction="{page}/request"><i class="bi bi-send"></i> 發送簡訊動態碼</button><div class="invalid-feedback">{error}</div></div>
{self.floating(v, "otp_code", "簡訊(或MOTP)動態碼", more='autocomplete="one-time-code"')}<button type="submit" class="btn btn-primary">下一步 <i class="bi bi-arrow-right"></i></button></form>{modal}""")
        v.flash = {}
        return answer

    # -------- webmail
    def mail(self, req: Request) -> Response:
        v = self.visit(req, "webmail")
        return self.send("webmail", v, self.mail_routes(req, v))

    def mail_routes(self, req: Request, v: Visit) -> Response:
        if req.path == "/captcha/flat": return self.draw(v, self.truth.new_captcha("abcdefghjmnpqrtuxyz2346789", 5))
        if req.path == "/login" and req.method == "POST":
            self.takes(req, email="mail_account", password="mail_password", captcha="captcha")
            if not self.ok(v, req): return self.expired()
            who, old = req.get("email").strip().lower().removesuffix("@ntuh.gov.tw"), {"email": req.get("email")}
            if not self.captcha_right(v, req): return self.back(v, "/login", {"captcha": "驗證碼錯誤 validation.captcha"}, old)
            if not self.truth.alias or who != self.truth.alias or req.get("password") != self.truth.cloud_password:
                return self.back(v, "/login", {"email": "These credentials do not match our records."}, old)
            self.regenerate(v)
            v.user = who
            self.truth.sessions.add("mail:" + v.id)
            self.truth.counts["mail_sign_in"] += 1
            return redirect("/inbox")
        if not v.user and req.path != "/login": return redirect("/login")
        if not v.user:
            slot = f"""<div class="card mx-auto" style="max-width:26rem"><div class="card-body"><h5>Webmail</h5><form method="POST" action="/login">{self.csrf(v)}{self.floating(v, "email", "帳號:")}{self.floating(v, "password", "密碼:", "password")}{self.captcha_row(v, "驗證碼(小寫字母或數字):", "")}
<div class="form-check mb-3"><input class="form-check-input" type="checkbox" name="remember" id="remember"><label class="form-check-label" for="remember">記住登入資訊 (公用電腦請勿勾選)</label></div><button class="btn btn-primary w-100">Login 登入</button></form></div></div>
<div class="alert alert-light mt-3"><b>公佈欄</b><br>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<br>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}/">https://help.ntuh.gov.tw/</a></div>"""
            answer = self.layout(v, "Webmail", slot)
            v.flash = {}
            return answer
        if req.path == "/logout" and req.method == "POST":
            self.takes(req)
            if not self.ok(v, req): return self.expired()
            self.truth.sessions.discard("mail:" + v.id)
            self.truth.counts["sign_out_mail"] += 1
            v.user = ""
            self.regenerate(v)
            return redirect("/login")
        return self.layout(v, "Inbox", f'<h5>收件匣 Inbox <span class="badge text-bg-danger">1</span></h5><p class="small">{e(v.user)}@ntuh.gov.tw</p><ul class="list-group"><li class="list-group-item">資訊室 — Welcome 歡迎使用</li></ul>', self.bar(v, "/logout"))


WELCOME = """<div class="p-4 mb-3 bg-body rounded-3"><h3>網路帳號服務 Account Center</h3><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p></div>
<div class="card mb-3"><div class="card-header">《規範》</div><div class="card-body"><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>使用本帳號發信、登入VPN等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul></div></div>
<div class="accordion mb-3" id="faq"><div class="accordion-item"><h2 class="accordion-header"><button class="accordion-button" type="button" data-bs-toggle="collapse" data-bs-target="#q1">《常見問題與服務》 忘記密碼</button></h2><div id="q1" class="accordion-collapse collapse show"><div class="accordion-body">請親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</div></div></div></div>
<div class="d-grid gap-2"><a class="btn btn-primary btn-lg" href="/activate/otp"><i class="bi bi-cloud-check"></i> 啟用網路帳號及首次雲端帳號密碼設定</a><a class="btn btn-outline-primary" href="/reset/otp"><i class="bi bi-arrow-repeat"></i> 重置雲端服務密碼</a><a class="btn btn-outline-secondary disabled" href="#">總院廠商VPN展延申請</a></div>"""

"""A portal written with Laravel and the AdminLTE theme, by the hospital's own PHP team."""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from truth import Request, Response, Site, picture, redirect

CAMPUS = {"": "-- 請選擇院區 --", "main": "總院區", "yunlin": "雲林分院", "hsinchu": "新竹分院", "beihu": "北護分院", "jinshan": "金山分院"}
RESERVED = {"taken.name", "admin", "postmaster", "webmaster", "root"}
GROUPS = {
    "醫療系統": ["門診系統", "住院系統", "急診系統"],
    "數位學習": ["TMS 教育訓練", "e-Portfolio"],
    "行政系統": ["差勤系統", "表單下載"],
}


def strong(word: str) -> bool:
    return len(word) >= 8 and bool(re.search(r"[A-Za-z]", word)) and bool(re.search(r"\d", word))


class TheSite(Site):
    title = "php_laravel_admin_lte"

    def __init__(self) -> None:
        super().__init__()
        self.store: dict[str, dict] = {}

    # ------------------------------------------------------------------ framework
    def boot(self, r: Request, cookie: str) -> tuple[str, dict]:
        """The session of the request, or a new one."""
        key = r.cookies.get(cookie, "")
        if key not in self.store:
            key = secrets.token_hex(20)
            self.store[key] = {"_token": secrets.token_urlsafe(30), "flash": [], "errors": {}, "old": {}}
        return key, self.store[key]

    @staticmethod
    def bake(cookie: str, key: str) -> tuple[str, str]:
        return "Set-Cookie", f"{cookie}={key}; Path=/; HttpOnly; SameSite=Lax"

    def expired(self) -> Response:
        return Response('<!DOCTYPE html><html lang="zh-TW"><head><title>419</title></head><body class="antialiased"><div class="code">419</div>'
                        '<div class="message">頁面已過期，請重新整理後再試 (Page Expired)</div></body></html>', 419)

    def flash_html(self, s: dict) -> str:
        out = []
        for kind, text in s["flash"]:
            icon = "fa-check" if kind == "success" else "fa-ban" if kind == "danger" else "fa-info"
            out.append(f'<div class="alert alert-{kind} alert-dismissible"><button type="button" class="close" data-dismiss="alert" '
                       f'aria-hidden="true">&times;</button><i class="icon fas {icon}"></i> {escape(text)}</div>')
        s["flash"] = []
        return "\n".join(out)

    def pull(self, s: dict) -> tuple[dict, dict]:
        errors, old = s["errors"], s["old"]
        s["errors"], s["old"] = {}, {}
        return errors, old

    @staticmethod
    def bad(errors: dict, name: str) -> str:
        return f'<span class="invalid-feedback d-block" role="alert"><strong>{escape(errors[name])}</strong></span>' if name in errors else ""

    def box(self, title: str, body: str, klass: str) -> str:
        return (f'<!DOCTYPE html>\n<html lang="zh-TW">\n<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
                f'<title>{title} | NTUH</title><link rel="stylesheet" href="/vendor/adminlte/dist/css/adminlte.min.css"></head>\n'
                f'<body class="hold-transition {klass}">\n{body}\n<script src="/vendor/adminlte/dist/js/adminlte.min.js"></script></body></html>')

    def panel(self, s: dict, title: str, body: str, key: str) -> str:
        """The signed-in layout: navbar, side bar, content."""
        portal, inner = self.urls["portal"], self.urls["inner"]
        side = ""
        for group, items in GROUPS.items():
            side += (f'<li class="nav-item has-treeview"><a href="#" class="nav-link"><i class="nav-icon fas fa-folder"></i><p>{group}<i class="right fas fa-angle-left"></i></p></a>'
                     '<ul class="nav nav-treeview">' + "".join(f'<li class="nav-item"><a href="{portal}/closed" class="nav-link"><i class="far fa-circle nav-icon"></i><p>{i}</p></a></li>' for i in items) + "</ul></li>")
        side += ('<li class="nav-item has-treeview menu-open"><a href="#" class="nav-link"><i class="nav-icon fas fa-user-cog"></i><p>個人管理<i class="right fas fa-angle-left"></i></p></a><ul class="nav nav-treeview">'
                 f'<li class="nav-item"><a href="{portal}/password/edit" class="nav-link"><i class="far fa-circle nav-icon"></i><p>更改密碼</p></a></li>'
                 f'<li class="nav-item"><a href="{portal}/closed" class="nav-link"><i class="far fa-circle nav-icon"></i><p>個人簽章提醒設定</p></a></li>'
                 f'<li class="nav-item"><a href="{portal}/closed" class="nav-link"><i class="far fa-circle nav-icon"></i><p>查詢員工連絡資料</p></a></li>'
                 f'<li class="nav-item"><a href="{inner}/sso?SESSION={key}&amp;next=contacts" class="nav-link"><i class="far fa-circle nav-icon"></i><p>維護個人連絡資料</p></a></li>'
                 f'<li class="nav-item"><a href="{portal}/closed" class="nav-link"><i class="far fa-circle nav-icon"></i><p>個人就醫紀錄查詢</p></a></li></ul></li>')
        return self.box(title, f'''<div class="wrapper">
<nav class="main-header navbar navbar-expand navbar-white navbar-light">
 <ul class="navbar-nav"><li class="nav-item"><a class="nav-link" data-widget="pushmenu" href="#"><i class="fas fa-bars"></i></a></li>
 <li class="nav-item d-none d-sm-inline-block"><a href="{portal}/home" class="nav-link">首頁</a></li></ul>
 <form class="form-inline ml-3" action="{portal}/search" method="GET"><div class="input-group input-group-sm"><input class="form-control form-control-navbar" type="search" name="q" placeholder="搜尋功能" aria-label="Search">
 <div class="input-group-append"><button class="btn btn-navbar" type="submit"><i class="fas fa-search"></i></button></div></div></form>
 <ul class="navbar-nav ml-auto"><li class="nav-item dropdown"><a class="nav-link" href="#">{self.truth.person.name} 您好!</a></li>
 <li class="nav-item"><a class="nav-link" href="{portal}/logout" onclick="event.preventDefault(); document.getElementById('logout-form').submit();"><i class="fas fa-sign-out-alt"></i> 登出</a>
 <form id="logout-form" action="{portal}/logout" method="POST" style="display: none;"><input type="hidden" name="_token" value="{self.store[key]['_token']}"></form></li></ul>
</nav>
<aside class="main-sidebar sidebar-dark-primary elevation-4"><a href="{portal}/home" class="brand-link"><span class="brand-text font-weight-light">NTUH Portal</span></a>
<div class="sidebar"><nav class="mt-2"><ul class="nav nav-pills nav-sidebar flex-column" data-widget="treeview" role="menu">{side}</ul></nav></div></aside>
<div class="content-wrapper"><section class="content-header"><h1>{title}</h1></section><section class="content"><div class="container-fluid">
{self.flash_html(s)}
{body}
</div></section></div><footer class="main-footer"><strong>資訊室 分機 261120</strong></footer></div>''', "sidebar-mini layout-fixed")

    # ------------------------------------------------------------------ portal
    def portal(self, r: Request) -> Response:
        ck = "ntuh_portal_session"
        if r.path == "/captcha/flat":
            key, s = self.boot(r, ck)
            s["captcha"] = self.truth.new_captcha()
            return Response(picture(s["captcha"], "PNG", (160, 46)), kind="image/png", headers=[("Cache-Control", "no-store"), self.bake(ck, key)])
        if r.method == "POST":
            return self.portal_post(r, ck)
        key, s = self.boot(r, ck)
        user = s.get("user")
        if r.path == "/":
            return redirect("/home" if user else "/login", self.bake(ck, key))
        if r.path == "/login":
            return redirect("/home") if user else self.login_page(key, s, ck)
        if not user:
            s["flash"].append(("warning", "請先登入系統"))
            return redirect("/login", self.bake(ck, key))
        if r.path == "/home":
            body = ('<div class="row"><div class="col-lg-4"><div class="small-box bg-info"><div class="inner"><h3>0</h3><p>總院差勤待簽</p></div></div></div>'
                    '<div class="col-lg-4"><div class="small-box bg-success"><div class="inner"><h3>0</h3><p>總院Workflow待簽</p></div></div></div></div>'
                    '<div class="card"><div class="card-header"><h3 class="card-title">全院公告</h3></div><div class="card-body p-0"><table class="table"><tr><th>日期</th><th>標題</th></tr>'
                    '<tr><td>2026/10/21</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr></table></div></div>')
            return Response(self.panel(s, "功能選單", body, key))
        if r.path == "/password/edit":
            errors, _ = self.pull(s)
            body = f'''<div class="card card-primary"><div class="card-header"><h3 class="card-title">更改密碼</h3></div>
<form method="POST" action="/password" autocomplete="off"><input type="hidden" name="_token" value="{s['_token']}"><input type="hidden" name="_method" value="PUT">
<div class="card-body">
<div class="form-group"><label for="current_password">請輸入舊密碼</label><input type="password" class="form-control" id="current_password" name="current_password" required>{self.bad(errors, "current_password")}</div>
<div class="form-group"><label for="password">請輸入新密碼</label><input type="password" class="form-control" id="password" name="password" required>{self.bad(errors, "password")}<small class="form-text text-muted">密碼強度檢核：<span id="meter"></span></small></div>
<div class="form-group"><label for="password-confirm">請再輸入新密碼</label><input type="password" class="form-control" id="password-confirm" name="password_confirmation" required></div>
<div class="callout callout-info"><p>密碼設定條件：</p><ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol></div></div>
<div class="card-footer"><button type="submit" class="btn btn-primary"><i class="fas fa-save"></i> 送出</button> <a href="/home" class="btn btn-default float-right">回功能選單</a></div></form></div>'''
            return Response(self.panel(s, "更改密碼", body, key))
        if r.path in ("/closed", "/search"):
            return Response(self.panel(s, "尚無權限", '<div class="callout callout-warning">您沒有使用此功能的權限。</div>', key))
        return Response("<h1>404 | Not Found</h1>", 405 if r.path == "/logout" else 404)

    def login_page(self, key: str, s: dict, ck: str) -> Response:
        errors, old = self.pull(s)
        options = "".join(f'<option value="{v}"{" selected" if v == old.get("campus", "main") else ""}>{t}</option>' for v, t in CAMPUS.items())
        return Response(self.box("登入", f'''<div class="login-box"><div class="login-logo"><a href="/"><b>台大醫院</b> 醫療資訊系統</a></div>
<div class="card"><div class="card-body login-card-body"><p class="login-box-msg">National Taiwan University Hospital</p>
{self.flash_html(s)}
<form action="/login" method="post"><input type="hidden" name="_token" value="{s['_token']}" autocomplete="off">
<div class="input-group mb-3"><div class="input-group-prepend"><span class="input-group-text">院區</span></div><select name="campus" class="form-control">{options}</select></div>
<div class="input-group mb-3"><input type="text" name="login" class="form-control{' is-invalid' if 'login' in errors else ''}" placeholder="帳號" value="{escape(old.get('login', ''))}" maxlength="10" autofocus><div class="input-group-append"><div class="input-group-text"><span class="fas fa-user"></span></div></div>{self.bad(errors, "login")}</div>
<div class="input-group mb-3"><input type="password" name="password" class="form-control" placeholder="密碼"><div class="input-group-append"><div class="input-group-text"><span class="fas fa-lock"></span></div></div>{self.bad(errors, "password")}</div>
<div class="input-group mb-3"><input type="text" name="captcha" class="form-control" placeholder="驗證碼 (不用區分大小寫)" autocomplete="off" maxlength="6">{self.bad(errors, "captcha")}</div>
<div class="mb-3"><img src="/captcha/flat?{secrets.token_hex(4)}" alt="captcha" id="captcha-img" onclick="this.src='/captcha/flat?'+Math.random()" title="點圖換一張"></div>
<div class="row"><div class="col-8"><div class="icheck-primary"><input type="checkbox" id="remember" name="remember" value="1"><label for="remember">保持登入</label></div></div>
<div class="col-4"><button type="submit" class="btn btn-primary btn-block">登 入</button></div></div></form>
<p class="mb-1"><a href="{self.urls['account']}/">忘記雲端服務密碼</a></p></div></div></div>''', "login-page"), headers=[self.bake(ck, key), ("Cache-Control", "no-cache, private")])

    def portal_post(self, r: Request, ck: str) -> Response:
        if r.path == "/login":
            self.takes(r, campus="campus", login="employee_id", password="portal_password", captcha="captcha")
        elif r.path == "/password":
            self.takes(r, current_password="old_password", password="new_password", password_confirmation="new_password_again")
        else:
            self.takes(r)
        key, s = self.boot(r, ck)
        t = self.truth
        if r.get("_token") != s["_token"]:
            return self.expired()
        if r.path == "/login":
            wanted, s["captcha"] = s.pop("captcha", ""), ""
            good = bool(wanted) and wanted == t.captcha and r.get("captcha").strip().upper() == wanted
            t.captcha = "" if wanted == t.captcha else t.captcha
            errors = {}
            if not good:
                errors["captcha"] = "驗證碼輸入錯誤，請依新的圖片重新輸入。"
            elif r.get("campus") not in CAMPUS or not r.get("campus"):
                errors["login"] = "請選擇院區。"
            elif r.get("campus") != "main" or r.get("login") != t.person.employee_id or r.get("password") != t.portal_password:
                errors["login"] = "帳號或密碼不符合我們的紀錄。"
            if errors:
                t.counts["sign_in_refused"] += 1
                s["errors"], s["old"] = errors, {"login": r.get("login"), "campus": r.get("campus")}
                return redirect("/login")
            del self.store[key]
            key = secrets.token_hex(16)
            self.store[key] = {"_token": secrets.token_urlsafe(30), "flash": [("info", "登入成功，歡迎使用醫療資訊系統。")], "errors": {}, "old": {}, "user": t.person.employee_id}
            t.sessions.add("portal:" + key)
            t.counts["sign_in"] += 1
            return redirect("/home", self.bake(ck, key))
        if not s.get("user"):
            return redirect("/login")
        if r.path == "/logout":
            del self.store[key]
            t.sessions.discard("portal:" + key)
            t.counts["sign_out_portal"] += 1
            return redirect("/login", ("Set-Cookie", f"{ck}=; Path=/; Max-Age=0"))
        if r.path == "/password" and r.get("_method").upper() == "PUT":
            new = r.get("password")
            if r.get("current_password") != t.portal_password:
                s["errors"] = {"current_password": "舊密碼不正確。"}
            elif not strong(new):
                s["errors"] = {"password": "新密碼 至少需 8 個字元，且須同時包含英文字母及數字。"}
            elif new != r.get("password_confirmation"):
                s["errors"] = {"password": "新密碼 與確認欄位的輸入不一致。"}
            elif new == t.portal_password:
                s["errors"] = {"password": "新密碼不可與舊密碼相同。"}
            if s["errors"]:
                t.counts["password_refused"] += 1
                s["flash"].append(("danger", "資料驗證未通過，請檢查下列欄位。"))
                return redirect("/password/edit")
            t.portal_password = new
            t.counts["password_changed"] += 1
            s["flash"].append(("success", "您的密碼已更新，下次登入請使用新密碼。請點選「回功能選單」繼續。"))
            return redirect("/password/edit")
        return Response("<h1>405 | Method Not Allowed</h1>", 405)

    # ------------------------------------------------------------------ inner
    def inner(self, r: Request) -> Response:
        ck, t = "hr_session", self.truth
        columns = {"eng_last_name": "english_surname", "eng_first_name": "english_given", "eng_middle_name": "english_middle", "office_tel": "office_phone", "home_tel": "home_phone", "mobile": "mobile_phone"}
        names = {f"contact[{c}]": k for c, k in columns.items()}
        if r.method == "POST":
            self.takes(r, **{n: "mobile_phone" for n, k in names.items() if k == "mobile_phone"})
        if r.path == "/sso":
            key = r.query.get("SESSION", "")
            if "portal:" + key not in t.sessions:
                return redirect(self.urls["portal"] + "/login")
            return redirect("/contacts/edit", self.bake(ck, key))
        key = r.cookies.get(ck, "")
        if "portal:" + key not in t.sessions:
            return redirect(self.urls["portal"] + "/login")
        s = self.store[key]
        if r.path == "/contacts" and r.method == "POST":
            if r.get("_token") != s["_token"]:
                return self.expired()
            mobile = r.get("contact[mobile]")
            if not re.fullmatch(r"09\d{8}", mobile):
                s["errors"] = {"mobile": "行動電話 格式不正確，應為 09 開頭的 10 碼數字。"}
            elif not r.get("contact[eng_last_name]") or not r.get("contact[eng_first_name]"):
                s["errors"] = {"eng_last_name": "英文姓 及 英文首名 為必填。"}
            if s["errors"] or not all(r.has(n) for n in names):
                s["flash"].append(("danger", "儲存失敗，請檢查輸入內容。"))
                return redirect("/contacts/edit")
            t.saved_contact = {k: r.get(n) for n, k in names.items()}
            t.counts["contact_saved"] += 1
            s["flash"].append(("success", "連絡資料異動已儲存。"))
            return redirect("/contacts/edit")
        if r.path != "/contacts/edit":
            return Response("<h1>404 | Not Found</h1>", 404)
        errors, _ = self.pull(s)
        rows = [("eng_last_name", "英文姓", "ex:Chen(陳)"), ("eng_first_name", "英文首名", "ex: Yi-Fen(怡芬)"), ("eng_middle_name", "英文中名", "ex:Mary 為英文別名，如無，可不填"),
                ("office_tel", "辦公室電話", "ex:61234或23123456"), ("home_tel", "住宅電話", "ex:0223123456"), ("mobile", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")]
        fields = ""
        for column, label, hint in rows:
            value = t.saved_contact.get(columns[column], getattr(t.person, columns[column]))
            fields += (f'<div class="form-group row"><label for="contact_{column}" class="col-sm-2 col-form-label">{label}</label><div class="col-sm-10">'
                       f'<input type="text" class="form-control" id="contact_{column}" name="contact[{column}]" value="{escape(value)}"><small class="form-text text-muted">{hint}</small>{self.bad(errors, column)}</div></div>')
        body = f'''<div class="card card-info"><div class="card-header"><h3 class="card-title">台大醫院---維護個人連絡資料</h3></div>
<form class="form-horizontal" method="POST" action="/contacts"><input type="hidden" name="_token" value="{s['_token']}"><input type="hidden" name="_method" value="PATCH"><div class="card-body">
<div class="form-group row"><label class="col-sm-2 col-form-label">員工編號</label><div class="col-sm-4"><input type="text" readonly class="form-control-plaintext" value="{t.person.employee_id}"></div>
<label class="col-sm-2 col-form-label">姓名</label><div class="col-sm-4"><input type="text" readonly class="form-control-plaintext" value="{t.person.name}"></div></div>{fields}</div>
<div class="card-footer"><button type="submit" class="btn btn-info"><i class="fas fa-save"></i> 異動儲存</button><a class="btn btn-default float-right" href="{self.urls['portal']}/home">回功能選單</a></div></form></div>'''
        return Response(self.panel(s, "維護個人連絡資料", body, key))

    # ------------------------------------------------------------------ account
    def account(self, r: Request) -> Response:
        ck, t, p = "help_session", self.truth, self.truth.person
        step = r.path.rsplit("/", 1)[-1]
        if r.method == "POST":
            self.takes(r, employee_no="employee_id", phone="registered_phone", otp="code", mail_alias="alias", password="cloud_password", password_confirmation="cloud_password_again")
        key, s = self.boot(r, ck)
        top = lambda title, body: Response(self.box(title, f'<div class="wrapper"><nav class="main-header navbar navbar-expand-md navbar-light"><a href="/" class="navbar-brand">帳號服務</a></nav><div class="content-wrapper"><div class="container">{self.flash_html(s)}{body}</div></div></div>', "layout-top-nav"), headers=[self.bake(ck, key)])
        if r.path == "/":
            return top("帳號服務", self.account_home())
        flow = "cloud" if r.path.startswith("/cloud/") else "reset" if r.path.startswith("/reset/") else ""
        if not flow:
            if r.path == "/leave" and r.method == "POST" and r.get("_token") == s["_token"]:
                if "account:" + key in t.sessions:
                    t.sessions.discard("account:" + key)
                    t.counts["sign_out_account"] += 1
                del self.store[key]
                return redirect("/", ("Set-Cookie", f"{ck}=; Path=/; Max-Age=0"))
            return Response("<h1>404 | Not Found</h1>", 404)
        name = "啟用網路帳號及首次雲端帳號密碼設定" if flow == "cloud" else "重置雲端服務密碼"
        if r.method == "POST":
            if r.get("_token") != s["_token"]:
                return self.expired()
            return self.account_post(r, key, s, flow, step)
        errors, old = self.pull(s)
        tok = f'<input type="hidden" name="_token" value="{s["_token"]}">'
        if step == "verify":
            modal = ""
            if s.get("asking"):
                modal = f'''<div class="modal fade show" id="modal-phone" style="display: block;" role="dialog"><div class="modal-dialog"><div class="modal-content"><form method="POST" action="/{flow}/sms">{tok}
<div class="modal-header"><h4 class="modal-title">發送簡訊動態碼</h4></div><div class="modal-body"><label for="phone">請輸入帳號登記的手機門號(10碼)</label><input class="form-control" type="tel" id="phone" name="phone" maxlength="10">{self.bad(errors, "phone")}</div>
<div class="modal-footer justify-content-between"><button type="submit" class="btn btn-primary">確定發送</button><a class="btn btn-default" href="/{flow}/cancel">取消</a></div></form></div></div></div>'''
            return top(name, f'''<div class="callout callout-warning"><h5>注意事項</h5><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div>
<div class="card card-outline card-primary"><div class="card-header">{name}</div><form method="POST" action="/{flow}/check">{tok}<div class="card-body">
<div class="form-group"><label for="employee_no">網路帳號 / 主職員工編號</label><div class="input-group"><input type="text" class="form-control" id="employee_no" name="employee_no" maxlength="10" value="{escape(old.get('employee_no', s.get('asked', '')))}">
<span class="input-group-append"><button type="submit" class="btn btn-info btn-flat" formaction="/{flow}/ask"><i class="fas fa-mobile-alt"></i> 發送簡訊動態碼</button></span></div>{self.bad(errors, "employee_no")}</div>
<div class="form-group"><label for="otp">簡訊(或MOTP)動態碼</label><input type="text" class="form-control" id="otp" name="otp" maxlength="6" autocomplete="one-time-code">{self.bad(errors, "otp")}</div></div>
<div class="card-footer"><button type="submit" class="btn btn-primary">下一步 <i class="fas fa-arrow-right"></i></button></div></form></div>{modal}''')
        if step == "cancel":
            s["asking"] = False
            return redirect(f"/{flow}/verify")
        if step != "setup" or s.get("proved") != flow or "account:" + key not in t.sessions:
            return redirect(f"/{flow}/verify", self.bake(ck, key))
        leave = f'<form method="POST" action="/leave">{tok}<button class="btn btn-link" type="submit">離開</button></form>'
        boxes = f'''<div class="form-group"><label for="password">雲端服務密碼</label><input type="password" class="form-control" id="password" name="password" autocomplete="new-password">{self.bad(errors, "password")}<small class="text-muted">至少8個字元，需包含英文及數字，且不可與Portal密碼相同</small></div>
<div class="form-group"><label for="password_confirmation">確認雲端服務密碼</label><input type="password" class="form-control" id="password_confirmation" name="password_confirmation" autocomplete="new-password"></div>'''
        if flow == "reset":
            body = '<div class="card"><div class="card-body">尚未啟用雲端服務，請先執行【啟用網路帳號及首次雲端帳號密碼設定】。</div></div>' if not t.alias else f'<div class="card"><form method="POST" action="/reset/setup">{tok}<div class="card-header">設定新的雲端服務密碼</div><div class="card-body">{boxes}</div><div class="card-footer"><button class="btn btn-danger" type="submit">確定重置</button></div></form></div>'
            return top(name, body + leave)
        facts = "".join(f"<dt class='col-sm-4'>{a}</dt><dd class='col-sm-8'>{b}</dd>" for a, b in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        if t.alias:
            return top("設定密碼與郵件別名", f'<div class="card card-success"><div class="card-header">您的雲端服務已完成啟用</div><div class="card-body"><dl class="row">{facts}<dt class="col-sm-4">電子郵件</dt><dd class="col-sm-8">{escape(t.alias)}@ntuh.gov.tw</dd></dl><p>別名設定後不能修改。若忘記密碼請使用「重置雲端服務密碼」。</p></div></div>{leave}')
        return top("設定密碼與郵件別名", f'''<h3>設定密碼與郵件別名</h3><div class="card"><form method="POST" action="/cloud/setup">{tok}<div class="card-header">雲端服務帳號說明：1. 雲端服務帳號為跨體系使用。 2. 服務於設定完成隔日生效。</div>
<div class="card-body"><dl class="row">{facts}</dl><div class="form-group"><label for="mail_alias">雲端服務帳號 (電子郵件名稱)</label><div class="input-group"><input type="text" class="form-control" id="mail_alias" name="mail_alias" maxlength="64" value="{escape(old.get('mail_alias', ''))}"><div class="input-group-append"><span class="input-group-text">@ntuh.gov.tw</span></div></div><small>名稱長度限64字元內</small>{self.bad(errors, "mail_alias")}</div>{boxes}</div>
<div class="card-footer"><a href="/cloud/verify" class="btn btn-default">取消啟用</a> <button type="submit" class="btn btn-success float-right">啟用雲端服務</button><br><small>服務於設定完成隔日生效</small></div></form></div>{leave}''')

    def account_home(self) -> str:
        return '''<div class="card"><div class="card-header"><h3 class="card-title">《規範》</h3></div><div class="card-body"><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li>
<li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同，以確保個人資料安全。</li></ul></div></div>
<div id="accordion"><div class="card"><div class="card-header"><a data-toggle="collapse" href="#q1">《常見問題與服務》 密碼修改後多久可以生效</a></div><div id="q1" class="collapse"><div class="card-body">即時生效。</div></div></div>
<div class="card"><div class="card-header"><a data-toggle="collapse" href="#q2">忘記密碼</a></div><div id="q2" class="collapse"><div class="card-body">請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</div></div></div></div>
<div class="row"><div class="col-md-4"><div class="info-box"><div class="info-box-content"><a class="btn btn-block btn-primary" href="/cloud/verify">啟用網路帳號及首次雲端帳號密碼設定</a><span class="info-box-text">啟用本院微軟相關服務，如：Office365, Outlook...</span></div></div></div>
<div class="col-md-4"><div class="info-box"><div class="info-box-content"><a class="btn btn-block btn-warning" href="/reset/verify">重置雲端服務密碼</a><span class="info-box-text">重設非Portal帳號的密碼：Email, 無線網路, VPN密碼</span></div></div></div>
<div class="col-md-4"><div class="info-box"><div class="info-box-content"><a class="btn btn-block btn-default" href="#">總院廠商VPN展延申請</a></div></div></div></div>'''

    def account_post(self, r: Request, key: str, s: dict, flow: str, step: str) -> Response:
        t, here = self.truth, f"/{flow}/verify"
        if step == "ask":
            s["old"] = {"employee_no": r.get("employee_no")}
            if r.get("employee_no") != t.person.employee_id:
                s["asking"], s["errors"] = False, {"employee_no": "查無此網路帳號，請確認後再輸入。"}
            else:
                s["asking"], s["asked"] = True, r.get("employee_no")
            return redirect(here)
        if step == "sms":
            if not s.get("asking"):
                s["flash"].append(("danger", "請先輸入帳號再發送簡訊動態碼。"))
            elif r.get("phone") != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                s["errors"] = {"phone": "輸入的門號與帳號登記的門號不符。"}
            else:
                s["asking"] = False
                s["code"] = (t.new_message(), time.time())
                s["flash"].append(("success", "動態碼簡訊發送成功：成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"))
            return redirect(here)
        if step == "check":
            code, at = s.get("code", ("", 0.0))
            s["old"] = {"employee_no": r.get("employee_no")}
            if not code or r.get("otp") != code or r.get("employee_no") != t.person.employee_id:
                t.counts["code_refused"] += 1
                s["errors"] = {"otp": "動態碼錯誤，請重新輸入。" if code else "請先取得簡訊動態碼。"}
            elif time.time() - at > 120:
                t.counts["code_refused"] += 1
                s["errors"] = {"otp": "動態碼已逾時(2分鐘)，請重新發送。"}
            else:
                s.pop("code")
                s["proved"], s["old"] = flow, {}
                t.sessions.add("account:" + key)
                t.counts["code_accepted"] += 1
                return redirect(f"/{flow}/setup")
            return redirect(here)
        if step != "setup" or s.get("proved") != flow or "account:" + key not in t.sessions:
            return redirect(here)
        alias, word = r.get("mail_alias").strip(), r.get("password")
        errors = {}
        if flow == "cloud":
            if t.alias:
                s["flash"].append(("danger", "此帳號已啟用，不得重複設定。"))
                return redirect("/cloud/setup")
            if not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{0,63}", alias):
                errors["mail_alias"] = "名稱格式不符：限英文字母開頭，可使用英數字及 . _ -，64字元內。"
            elif alias.lower() in RESERVED:
                errors["mail_alias"] = "這個電子郵件名稱已經有人使用了，請換一個。"
        elif not t.alias:
            return redirect("/reset/setup")
        if not strong(word) or word == t.portal_password:
            errors["password"] = "密碼不符合規定：至少8碼英數混合，且不可與Portal密碼相同。"
        elif word != r.get("password_confirmation"):
            errors["password"] = "兩次輸入的密碼不一致。"
        if errors:
            s["errors"], s["old"] = errors, {"mail_alias": alias}
            s["flash"].append(("danger", "資料有誤，請修正後再送出。"))
            return redirect(f"/{flow}/setup")
        t.cloud_password = word
        if flow == "cloud":
            t.alias = alias
            t.counts["activated"] += 1
            s["flash"].append(("success", f"啟用成功！您的電子郵件為 {alias}@ntuh.gov.tw，服務將於隔日生效。"))
        else:
            s["flash"].append(("success", "雲端服務密碼已重置，即時生效。"))
        return redirect(f"/{flow}/setup")

    # ------------------------------------------------------------------ mail
    def mail(self, r: Request) -> Response:
        ck, t = "webmail_session", self.truth
        if r.method == "POST":
            self.takes(r, user="mail_account", passwd="mail_password", vcode="captcha")
        key, s = self.boot(r, ck)
        signed = "mail:" + key in t.sessions
        if r.path == "/vcode.png":
            s["captcha"] = t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5)
            return Response(picture(s["captcha"], "PNG"), kind="image/png", headers=[self.bake(ck, key), ("Cache-Control", "no-store")])
        if r.method == "POST":
            if r.get("_token") != s["_token"]:
                return self.expired()
            if r.path == "/logout" and signed:
                t.sessions.discard("mail:" + key)
                t.counts["sign_out_mail"] += 1
                del self.store[key]
                return redirect("/")
            if r.path != "/auth":
                return redirect("/")
            wanted = s.pop("captcha", "")
            ok = bool(wanted) and wanted == t.captcha and r.get("vcode").strip() == wanted
            t.captcha = "" if wanted == t.captcha else t.captcha
            if not ok:
                s["flash"].append(("danger", "驗證碼不正確"))
            elif not t.alias or r.get("user").removesuffix("@ntuh.gov.tw") != t.alias or r.get("passwd") != t.cloud_password:
                s["flash"].append(("danger", "帳號或密碼錯誤，登入失敗"))
            else:
                t.sessions.add("mail:" + key)
                t.counts["mail_sign_in"] += 1
                return redirect("/inbox")
            return redirect("/")
        if r.path == "/inbox" and signed:
            return Response(self.box("收件匣", f'<div class="wrapper"><h1>收件匣</h1><p>{escape(t.alias)}@ntuh.gov.tw</p><table class="table table-hover"><tr><td>資訊室</td><td>歡迎使用本院電子信箱</td><td>今天</td></tr></table><form method="post" action="/logout"><input type="hidden" name="_token" value="{s["_token"]}"><button class="btn btn-default">登出信箱</button></form></div>', "sidebar-mini"))
        if r.path != "/":
            return redirect("/")
        if signed:
            return redirect("/inbox")
        return Response(self.box("電子信箱", f'''<div class="login-box"><div class="login-logo"><b>NTUH</b> Webmail</div><div class="card"><div class="card-body">{self.flash_html(s)}<form method="post" action="/auth"><input type="hidden" name="_token" value="{s['_token']}">
<div class="form-group"><label for="user">帳號:</label><input class="form-control" id="user" name="user" type="text"></div><div class="form-group"><label for="passwd">密碼:</label><input class="form-control" id="passwd" name="passwd" type="password"></div>
<div class="form-group"><label for="vcode">驗證碼(小寫字母或數字):</label><input class="form-control" id="vcode" name="vcode" type="text" autocomplete="off"><img src="/vcode.png?{secrets.token_hex(3)}" alt="驗證碼圖片"></div>
<div class="form-check"><input type="checkbox" class="form-check-input" id="keep" name="keep" value="on"><label class="form-check-label" for="keep">記住登入資訊 (公用電腦請勿勾選)</label></div><button class="btn btn-primary btn-block" type="submit">登入</button></form></div>
<div class="card-footer"><b>公佈欄</b><p>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}/">https://help.ntuh.gov.tw/</a></p></div></div></div>'''.replace("\\'", "'"), "login-page"), headers=[self.bake(ck, key)])

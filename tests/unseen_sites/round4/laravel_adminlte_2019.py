"""A hospital intranet of 2019: Laravel 5.8 with AdminLTE."""

from __future__ import annotations

import re
import secrets
import sys
import time
from html import escape as e
from typing import Any

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402

COOKIES = {"portal": "ntuh_portal_session", "inner": "ihis_session", "account": "netid_session", "mail": "webmail_session"}
CAMPUSES = {"1": "總院區", "2": "北護分院", "3": "金山分院", "4": "新竹分院", "5": "雲林分院"}


class TheSite(Site):
    title = "laravel_adminlte_2019"

    def __init__(self) -> None:
        super().__init__()
        self.store: dict[str, dict[str, dict[str, Any]]] = {k: {} for k in COOKIES}
        self.signed: set[str] = set()

    # ---- the framework: session cookie, token, flash, redirect back
    def kernel(self, r: Request, routes: dict[tuple[str, str], Any]) -> Response:
        box = self.store[r.host]
        sid = r.cookies.get(COOKIES[r.host], "")
        if sid not in box:
            sid = secrets.token_urlsafe(30)
            box[sid] = {"_token": secrets.token_urlsafe(30), "flash": {}}
        s = box[sid]
        s["id"] = sid
        method = r.get("_method", "POST").upper() if r.method == "POST" else "GET"
        action = routes.get((method, r.path))
        if action is None:
            other = any(path == r.path for _, path in routes)
            return Response(f"<title>{'Method Not Allowed' if other else 'Not Found'}</title><div class='code'>{405 if other else 404}</div>", 405 if other else 404)
        if r.method == "POST" and r.get("_token") != s["_token"]:
            self.takes(r)
            return Response("<!DOCTYPE html><title>Page Expired</title><div class='code'>419</div><div class='message'>頁面已過期，請重新整理後再試一次。</div>", 419)
        answer = action(r, s)
        if s.pop("regenerate", False):
            box.pop(sid, None)
            sid = s["id"] = secrets.token_urlsafe(30)
            s["_token"] = secrets.token_urlsafe(30)
            box[sid] = s
        if s.pop("invalidate", False):
            box.pop(sid, None)
        answer.headers.append(("Set-Cookie", f"{COOKIES[r.host]}={sid}; path=/; HttpOnly"))
        return answer

    def back(self, s: dict, to: str, errors: dict[str, str] | None = None, old: dict[str, str] | None = None, **flash: str) -> Response:
        s["flash"] = {"errors": errors or {}, "old": old or {}, **flash}
        return redirect(to)

    def layout(self, s: dict, head: str, body: str, menu: str = "", nav: str = "", flash: dict | None = None, script: str = "") -> Response:
        flash = flash or {}
        alerts = "".join(f"""
    <div class="alert alert-{kind} alert-dismissible">
      <button type="button" class="close" data-dismiss="alert" aria-hidden="true">&times;</button>
      <h5><i class="icon fas fa-{icon}"></i> {title}</h5>
      {flash[kind]}
    </div>""" for kind, icon, title in (("success", "check", "完成"), ("danger", "ban", "錯誤")) if flash.get(kind))
        aside = f"""
  <aside class="main-sidebar sidebar-dark-primary elevation-4">
    <a href="#" class="brand-link"><span class="brand-text font-weight-light">醫療資訊系統</span></a>
    <div class="sidebar"><nav class="mt-2"><ul class="nav nav-pills nav-sidebar flex-column" data-widget="treeview" role="menu">{menu}
    </ul></nav></div>
  </aside>""" if menu else ""
        return Response(f"""<!DOCTYPE html>
<html lang="zh-TW">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="csrf-token" content="{s['_token']}">
  <title>{head} | NTUH</title>
  <link rel="stylesheet" href="/css/adminlte.min.css">
</head>
<body class="hold-transition sidebar-mini">
<div class="wrapper">
  <nav class="main-header navbar navbar-expand navbar-white navbar-light">
    <ul class="navbar-nav"><li class="nav-item"><a class="nav-link" data-widget="pushmenu" href="#"><i class="fas fa-bars"></i></a></li></ul>
    <ul class="navbar-nav ml-auto">{nav}</ul>
  </nav>{aside}
  <div class="content-wrapper">
    <section class="content-header"><h1>{head}</h1><ol class="breadcrumb float-sm-right"><li class="breadcrumb-item">首頁</li><li class="breadcrumb-item active">{head}</li></ol></section>
    <section class="content">{alerts}
{body}
    </section>
  </div>
  <footer class="main-footer"><strong>Copyright &copy; 2019 資訊室.</strong> All rights reserved.</footer>
</div>
<script src="/js/app.js"></script>
<script>{script}</script>
</body>
</html>""")

    def csrf(self, s: dict, method: str = "") -> str:
        spoof = f'\n  <input type="hidden" name="_method" value="{method}">' if method else ""
        return f'<input type="hidden" name="_token" value="{s["_token"]}">{spoof}'

    def group(self, flash: dict, name: str, label: str, value: str = "", kind: str = "text", more: str = "", after: str = "", icon: str = "") -> str:
        bad = flash.get("errors", {}).get(name, "")
        shown = "" if kind == "password" else f' value="{e(flash.get("old", {}).get(name, value))}"'
        feedback = f'<span class="invalid-feedback d-block" role="alert"><strong>{e(bad)}</strong></span>' if bad else ""
        return f"""
  <div class="form-group row">
    <label for="{name}" class="col-sm-3 col-form-label">{icon}{label}</label>
    <div class="col-sm-9"><input id="{name}" type="{kind}" class="form-control{' is-invalid' if bad else ''}" name="{name}"{shown} {more}>{after}{feedback}</div>
  </div>"""

    def captcha_image(self, r: Request, s: dict) -> Response:
        s["captcha"] = self.truth.new_captcha() if r.host == "portal" else self.truth.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5)
        return Response(picture(s["captcha"], "PNG"), kind="image/png", headers=[("Cache-Control", "no-store")])

    def captcha_ok(self, s: dict, typed: str) -> bool:
        text = s.pop("captcha", "")
        good = bool(text) and text == self.truth.captcha and typed.strip().lower() == text.lower()
        self.truth.captcha = ""
        return good

    def logout_link(self, s: dict, text: str, action: str = "/logout") -> str:
        return f"""<li class="nav-item"><a class="nav-link" href="{action}" onclick="event.preventDefault(); document.getElementById('logout-form').submit();"><i class="fas fa-sign-out-alt"></i> {text}</a>
      <form id="logout-form" action="{action}" method="POST" style="display: none;">{self.csrf(s)}</form></li>"""

    def portal_menu(self, key: str) -> str:
        sso = f"{self.urls['inner']}/sso?SESSION={key}&amp;to="
        leaf = '\n        <li class="nav-item"><a href="{0}" class="nav-link"><i class="far fa-circle nav-icon"></i><p>{1}</p></a></li>'.format
        tree = """
      <li class="nav-item has-treeview{2}"><a href="#" class="nav-link"><i class="nav-icon fas fa-folder"></i><p>{0}<i class="right fas fa-angle-left"></i></p></a>
        <ul class="nav nav-treeview">{1}</ul></li>""".format
        return (tree("醫療系統", leaf("#", "門診系統"), "") + tree("行政系統", leaf("#", "表單下載"), "")
                + tree("個人管理", leaf(sso + "password", "更改密碼") + leaf("#", "個人簽章提醒設定") + leaf("#", "查詢員工連絡資料") + leaf(sso + "contact", "維護個人連絡資料") + leaf("#", "行動憑證申請"), " menu-open"))

    # ---- portal
    def portal(self, r: Request) -> Response:
        return self.kernel(r, {("GET", "/"): lambda r, s: redirect("/home" if s.get("key") in self.signed else "/login"), ("GET", "/login"): self.login_form,
                               ("POST", "/login"): self.login, ("GET", "/captcha/flat"): self.captcha_image, ("GET", "/home"): self.home, ("POST", "/logout"): self.portal_logout})

    def login_form(self, r: Request, s: dict) -> Response:
        flash, s["flash"] = s["flash"], {}
        chosen = flash.get("old", {}).get("hospital", "1")
        options = "".join(f'<option value="{v}"{" selected" if v == chosen else ""}>{t}</option>' for v, t in CAMPUSES.items())
        return self.layout(s, "登入本院PORTAL系統", f"""<div class="card card-primary login-card"><div class="card-header"><h3 class="card-title">健康守護, 醫界典範</h3></div>
<form method="POST" action="/login" class="form-horizontal"><div class="card-body">
  {self.csrf(s)}
  <div class="form-group row"><label for="hospital" class="col-sm-3">院區</label><div class="col-sm-9"><select class="custom-select" name="hospital" id="hospital">{options}</select></div></div>
  {self.group(flash, "account", "帳號", more='maxlength="6" required autofocus', icon='<i class="fas fa-user"></i> ')}{self.group(flash, "password", "密碼", kind="password", more='required autocomplete="current-password"', icon='<i class="fas fa-lock"></i> ')}
  {self.group(flash, "captcha", "驗證碼 <small>(不用區分大小寫)</small>", more='required autocomplete="off" maxlength="6"', after=f'<img src="/captcha/flat?{secrets.token_hex(4)}" alt="captcha" id="captcha-img" onclick="this.src=&#039;/captcha/flat?&#039;+Math.random()">').replace(' value="" required', ' required')}
</div><div class="card-footer"><button type="submit" class="btn btn-primary btn-block"><i class="fas fa-sign-in-alt"></i> 登入 Login</button></div></form></div>""", flash=flash)

    def login(self, r: Request, s: dict) -> Response:
        self.takes(r, hospital="campus", account="employee_id", password="portal_password", captcha="captcha")
        t = self.truth
        old = {"account": r.get("account"), "hospital": r.get("hospital")}
        good = self.captcha_ok(s, r.get("captcha"))
        if not good or r.get("hospital") not in CAMPUSES:
            t.counts["sign_in_refused"] += 1
            return self.back(s, "/login", {"captcha": "驗證碼不正確，請輸入新的圖片文字。"} if not good else {"account": "所選院區無效。"}, old)
        if r.get("hospital") != "1" or r.get("account").strip() != t.person.employee_id or r.get("password") != t.portal_password:
            t.counts["sign_in_refused"] += 1
            return self.back(s, "/login", {"account": "使用者名稱或密碼錯誤。"}, old)
        s["key"] = secrets.token_hex(16)
        self.signed.add(s["key"])
        t.sessions.add("portal:" + s["key"])
        t.counts["sign_in"] += 1
        s["regenerate"] = True
        return self.back(s, "/home", success=f"歡迎回來，{t.person.name}")

    def home(self, r: Request, s: dict) -> Response:
        if s.get("key") not in self.signed:
            return redirect("/login")
        flash, s["flash"] = s["flash"], {}
        small = "".join(f'<div class="small-box bg-{c}"><div class="inner"><h3>0</h3><p>{n}</p></div></div>' for c, n in (("info", "總院差勤待簽"), ("warning", "總院Workflow待簽"), ("success", "總院EPortfolio待簽")))
        return self.layout(s, "個人首頁", f"""<div class="row">{small}</div>
<div class="card"><div class="card-header"><h3 class="card-title">全院公告</h3> <span class="badge badge-danger">2</span></div><div class="card-body p-0"><table class="table table-striped">
<tr><th>日期</th><th>標題</th></tr><tr><td>2019/10/21</td><td>請同仁填報「薪資所得免稅額申報表」</td></tr><tr><td>2018/12/13</td><td>Portal登入首頁改版</td></tr></table></div></div>""",
                           self.portal_menu(s["key"]), '<li><form class="form-inline" action="/home" method="GET"><input type="search" name="q" placeholder="Search"></form></li>' + self.logout_link(s, "登出系統"), flash)

    def portal_logout(self, r: Request, s: dict) -> Response:
        self.takes(r)
        if s.get("key") in self.signed:
            self.signed.discard(s["key"])
            self.truth.sessions.discard("portal:" + s["key"])
            self.truth.counts["sign_out_portal"] += 1
        s["invalidate"] = True
        return redirect("/login")

    # ---- inner pages
    def inner(self, r: Request) -> Response:
        def guard(action: Any) -> Any:
            return lambda r, s: action(r, s) if s.get("key") in self.signed else redirect(self.urls["portal"] + "/login")

        return self.kernel(r, {("GET", "/sso"): self.sso, ("GET", "/profile/password"): guard(self.password_form), ("PUT", "/profile/password"): guard(self.password_save),
                               ("GET", "/profile/contact"): guard(self.contact_form), ("PATCH", "/profile/contact"): guard(self.contact_save)})

    def sso(self, r: Request, s: dict) -> Response:
        key = r.query.get("SESSION", "")
        if key not in self.signed or r.query.get("to") not in ("password", "contact"):
            return redirect(self.urls["portal"] + "/login")
        s["key"] = key
        return redirect("/profile/" + r.query["to"])

    def inner_nav(self) -> str:
        return f'<li class="nav-item"><a class="nav-link" href="{self.urls["portal"]}/home"><i class="fas fa-home"></i> 回功能選單</a></li>'

    def password_form(self, r: Request, s: dict) -> Response:
        flash, s["flash"] = s["flash"], {}
        return self.layout(s, "更改密碼", f"""<div class="card card-warning"><div class="card-header"><h3 class="card-title">更改密碼</h3></div>
<form method="POST" action="/profile/password"><div class="card-body">
  {self.csrf(s, "PUT")}{self.group(flash, "current_password", "請輸入舊密碼：", kind="password", more="required")}{self.group(flash, "password", "請輸入新密碼：", kind="password", more='required minlength="8"')}{self.group(flash, "password_confirmation", "請再輸入新密碼：", kind="password", more="required")}
  <div class="form-group row"><label class="col-sm-3">密碼強度檢核：</label><div class="progress"><div class="progress-bar" style="width:0"></div></div></div>
  <div class="callout callout-info"><h5>密碼設定條件：</h5><ul><li>1.密碼長度不可少於8個字元</li><li>2.密碼內容需包含英文及數字</li></ul></div>
</div><div class="card-footer"><button type="submit" class="btn btn-warning"><i class="fas fa-key"></i> 更改密碼</button> <button type="reset" class="btn btn-default">清除</button></div></form></div>""", self.portal_menu(s["key"]), self.inner_nav(), flash)

    def password_save(self, r: Request, s: dict) -> Response:
        self.takes(r, current_password="old_password", password="new_password", password_confirmation="new_password_again")
        t, errors, new = self.truth, {}, r.get("password")
        if r.get("current_password") != t.portal_password:
            errors["current_password"] = "舊密碼輸入錯誤。"
        if len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search(r"\d", new):
            errors["password"] = "新密碼至少要有 8 個字元，並包含英文及數字。"
        elif new != r.get("password_confirmation"):
            errors["password"] = "新密碼與確認欄位不一致。"
        if errors:
            t.counts["password_refused"] += 1
            return self.back(s, "/profile/password", errors)
        t.portal_password = new
        t.counts["password_changed"] += 1
        return self.back(s, "/profile/password", success="密碼已變更成功，請牢記您的新密碼。")

    FIELDS = [("last_name_en", "english_surname", "英文姓：", "ex:Chen(陳)", 40), ("first_name_en", "english_given", "英文首名：", "ex: Yi-Fen(怡芬) (說明)", 40),
              ("middle_name_en", "english_middle", "英文中名：", "ex:Mary 為英文別名，如無，可不填", 40), ("office_tel", "office_phone", "辦公室電話：", "ex:61234或23123456", 20),
              ("home_tel", "home_phone", "住宅電話：", "ex:0223123456", 20), ("mobile", "mobile_phone", '<span class="text-danger">*</span> 行動電話：', "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", 10)]

    def contact_form(self, r: Request, s: dict) -> Response:
        flash, s["flash"] = s["flash"], {}
        t = self.truth
        rows = "".join(self.group(flash, n, label, t.saved_contact.get(k, getattr(t.person, k)), more=f'maxlength="{m}"', after=f'<small class="form-text text-muted">{hint}</small>') for n, k, label, hint, m in self.FIELDS)
        return self.layout(s, "台大醫院---維護個人連絡資料", f"""<div class="card card-info"><form method="POST" action="/profile/contact">
<div class="card-header"><button type="submit" class="btn btn-success btn-sm"><i class="fas fa-save"></i> 異動儲存</button></div><div class="card-body">
  {self.csrf(s, "PATCH")}
  <div class="form-group row"><label class="col-sm-3">員工編號：</label><input type="text" class="form-control" value="{t.person.employee_id}" disabled><label>姓名：</label><input type="text" class="form-control" value="{t.person.name}" disabled></div>{rows}
</div></form></div>""", self.portal_menu(s["key"]), self.inner_nav(), flash)

    def contact_save(self, r: Request, s: dict) -> Response:
        self.takes(r, mobile="mobile_phone")
        old = {n: r.get(n).strip() for n, *_ in self.FIELDS}
        errors = {n: "此欄位缺少或超過長度。" for n, _, _, _, m in self.FIELDS if not r.has(n) or len(old[n]) > m}
        if not re.fullmatch(r"09\d{8}", old["mobile"]):
            errors["mobile"] = "行動電話 格式錯誤，請填 10 碼數字。"
        if errors:
            return self.back(s, "/profile/contact", errors, old, danger="資料未儲存，請檢查紅色欄位。")
        self.truth.saved_contact = {k: old[n] for n, k, *_ in self.FIELDS}
        self.truth.counts["contact_saved"] += 1
        return self.back(s, "/profile/contact", success="個人連絡資料已儲存。")

    # ---- account site
    def account(self, r: Request) -> Response:
        return self.kernel(r, {("GET", "/"): self.rules, ("POST", "/agree"): self.agree, ("GET", "/otp"): self.otp_form, ("POST", "/otp/request"): self.otp_request, ("POST", "/otp/send"): self.otp_send,
                               ("POST", "/otp/verify"): self.otp_verify, ("GET", "/cloud"): self.cloud_form, ("POST", "/cloud/activate"): self.activate, ("PUT", "/cloud/password"): self.reset, ("POST", "/logout"): self.account_logout})

    def rules(self, r: Request, s: dict) -> Response:
        flash, s["flash"] = s["flash"], {}
        return self.layout(s, "網路帳號服務", f"""<div class="card"><div class="card-header"><h3>《規範》</h3></div><div class="card-body"><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p>
<ul><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li></ul></div></div>
<div class="card collapsed-card"><div class="card-header"><h3>《常見問題與服務》</h3></div><div class="card-body"><b>密碼修改後多久可以生效</b> 即時生效。<br><b>忘記密碼</b> 請親自以下方按鈕取得簡訊後進行密碼設定。</div></div>
<form method="POST" action="/agree">{self.csrf(s)}
<div class="icheck-primary"><input type="checkbox" name="agree" id="agree" value="1"><label for="agree">我已詳閱並同意遵守上述規範</label></div>
<button type="submit" name="service" value="activate" class="btn btn-primary btn-lg svc">啟用網路帳號及首次雲端帳號密碼設定</button><p>啟用本院微軟相關服務，如：Office365, Outlook...</p>
<button type="submit" name="service" value="reset" class="btn btn-secondary btn-lg svc">重置雲端服務密碼</button><p>重設非Portal帳號的密碼：Email, 無線網路, KM...</p></form>""", flash=flash,
                           script="$('.svc').prop('disabled', true); $('#agree').on('change', function () { $('.svc').prop('disabled', !this.checked); });")

    def agree(self, r: Request, s: dict) -> Response:
        self.takes(r, agree="consent")
        if r.get("agree") != "1" or r.get("service") not in ("activate", "reset"):
            return self.back(s, "/", danger="請先勾選同意規範。")
        s["service"] = r.get("service")
        return redirect("/otp")

    def otp_form(self, r: Request, s: dict) -> Response:
        if "service" not in s:
            return redirect("/")
        flash, s["flash"] = s["flash"], {}
        head = "啟用網路帳號及首次雲端帳號密碼設定" if s["service"] == "activate" else "重置雲端服務密碼"
        modal = f"""
<div class="modal fade" id="phoneModal" tabindex="-1" role="dialog"><div class="modal-dialog"><div class="modal-content"><form method="POST" action="/otp/send">{self.csrf(s)}
  <div class="modal-body"><label for="phone">請輸入帳號登記的手機門號(10碼)</label><input type="tel" class="form-control" id="phone" name="phone" maxlength="10"></div>
  <div class="modal-footer"><button type="submit" class="btn btn-primary">確定發送</button><button type="button" class="btn btn-default" data-dismiss="modal">取消</button></div></form></div></div></div>""" if flash.get("modal") else ""
        return self.layout(s, head, f"""<div class="callout callout-warning"><h5>注意事項</h5><ul><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div>
<div class="card card-primary"><form method="POST" action="/otp/verify"><div class="card-body">{self.csrf(s)}{self.group(flash, "netid", "網路帳號 / 主職員工編號", s.get("netid", ""), more='maxlength="6" required',
    after='<span class="input-group-append"><button type="submit" class="btn btn-info" formaction="/otp/request" formnovalidate><i class="fas fa-sms"></i> 發送簡訊動態碼</button></span>')}{self.group(flash, "otp", "簡訊(或MOTP)動態碼", more='required autocomplete="one-time-code" maxlength="6"')}
</div><div class="card-footer"><button type="submit" class="btn btn-primary float-right">下一步 <i class="fas fa-arrow-right"></i></button></div></form></div>{modal}""", flash=flash, script="$('#phoneModal').modal('show');" if modal else "")

    def otp_request(self, r: Request, s: dict) -> Response:
        self.takes(r, netid="employee_id", otp="code")
        netid = r.get("netid").strip()
        if "service" not in s:
            return redirect("/")
        if netid != self.truth.person.employee_id:
            return self.back(s, "/otp", {"netid": "查無此帳號。"}, {"netid": netid})
        s["netid"] = netid
        return self.back(s, "/otp", modal="1")

    def otp_send(self, r: Request, s: dict) -> Response:
        self.takes(r, phone="registered_phone")
        t = self.truth
        if "service" not in s or "netid" not in s:
            return redirect("/")
        if r.get("phone").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
            return self.back(s, "/otp", danger="手機門號與登記資料不符，無法發送。", modal="1")
        s["otp"] = (t.new_message(), time.time())
        return self.back(s, "/otp", success="動態碼簡訊發送成功<br>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」")

    def otp_verify(self, r: Request, s: dict) -> Response:
        self.takes(r, netid="employee_id", otp="code")
        t = self.truth
        code, at = s.get("otp", ("", 0.0))
        if "service" not in s:
            return redirect("/")
        late = time.time() - at > 120
        if not code or r.get("otp").strip() != code or r.get("netid").strip() != s.get("netid") or late:
            t.counts["code_refused"] += 1
            return self.back(s, "/otp", {"otp": "動態碼已過期，請重新取得。" if code and r.get("otp").strip() == code and late else "動態碼不正確。"}, {"netid": r.get("netid")})
        del s["otp"]
        if s.get("proof"):
            t.sessions.discard("account:" + s["proof"])
        s["proof"], s["proved"] = secrets.token_hex(8), s["service"]
        t.sessions.add("account:" + s["proof"])
        t.counts["code_accepted"] += 1
        s["regenerate"] = True
        return redirect("/cloud")

    def cloud_form(self, r: Request, s: dict) -> Response:
        if not s.get("proof"):
            return redirect("/")
        flash, s["flash"] = s["flash"], {}
        t = self.truth
        facts = "".join(f"<dt class='col-sm-4'>{k}</dt><dd class='col-sm-8'>{v}</dd>" for k, v in (("網路帳號 / 主職員工編號", t.person.employee_id), ("帳號姓名", t.person.name), ("主職單位", t.person.unit), ("有效期限", t.person.valid_until)))
        nav = self.logout_link(s, "登出")
        pair = self.group(flash, "password", "雲端服務密碼", kind="password", more='required minlength="8"', after='<small class="form-text">至少 8 碼，含英文及數字</small>') + self.group(flash, "password_confirmation", "確認雲端服務密碼", kind="password", more="required")
        if s["proved"] == "reset":
            head, rest = "重置雲端服務密碼", f'<form method="POST" action="/cloud/password">{self.csrf(s, "PUT")}{pair}<button type="submit" class="btn btn-danger">確認重置</button></form>'
        elif t.alias:
            head, rest = "設定密碼與郵件別名", f'<div class="info-box"><span class="info-box-icon bg-success"><i class="fas fa-cloud"></i></span><div class="info-box-content">雲端服務帳號 (電子郵件名稱)：<b>{e(t.alias)}@ntuh.gov.tw</b><br>狀態：已啟用</div></div>'
        else:
            head, rest = "設定密碼與郵件別名", f"""<form method="POST" action="/cloud/activate">{self.csrf(s)}{self.group(flash, "mail_name", "雲端服務帳號<br>(電子郵件名稱)", more='maxlength="64" required', after='<span class="input-group-text">@ntuh.gov.tw</span> 名稱長度限64字元內')}{pair}
<button type="submit" class="btn btn-default" form="logout-form">取消啟用</button> <button type="submit" class="btn btn-primary"><i class="fas fa-cloud"></i> 啟用雲端服務</button> 服務於設定完成隔日生效</form>"""
        return self.layout(s, head, f'<div class="card"><div class="card-body"><dl class="row">{facts}</dl>{rest}</div></div>', nav=nav, flash=flash)

    def activate(self, r: Request, s: dict) -> Response:
        self.takes(r, mail_name="alias", password="cloud_password", password_confirmation="cloud_password_again")
        t, name = self.truth, r.get("mail_name").strip()
        if not s.get("proof") or s["proved"] != "activate":
            return redirect("/")
        if t.alias:
            return self.back(s, "/cloud", danger="此帳號已啟用雲端服務，不能再次啟用。")
        errors = self.weak(r)
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", name):
            errors["mail_name"] = "電子郵件名稱 格式不正確。"
        elif name.lower() == "taken.name":
            errors["mail_name"] = "電子郵件名稱 已經被使用。"
        if errors:
            return self.back(s, "/cloud", errors, {"mail_name": name})
        t.alias, t.cloud_password = name, r.get("password")
        t.counts["activated"] += 1
        return self.back(s, "/cloud", success="雲端服務啟用完成！")

    def weak(self, r: Request) -> dict[str, str]:
        word = r.get("password")
        if len(word) < 8 or not re.search("[A-Za-z]", word) or not re.search(r"\d", word):
            return {"password": "密碼至少 8 碼且需含英文及數字。"}
        return {} if word == r.get("password_confirmation") else {"password": "密碼確認不一致。"}

    def reset(self, r: Request, s: dict) -> Response:
        self.takes(r, password="cloud_password", password_confirmation="cloud_password_again")
        if not s.get("proof") or s["proved"] != "reset":
            return redirect("/")
        if not self.truth.alias:
            return self.back(s, "/cloud", danger="尚未啟用雲端服務，請先啟用網路帳號。")
        if errors := self.weak(r):
            return self.back(s, "/cloud", errors)
        self.truth.cloud_password = r.get("password")
        return self.back(s, "/cloud", success="雲端服務密碼已重置。")

    def account_logout(self, r: Request, s: dict) -> Response:
        self.takes(r)
        if s.get("proof"):
            self.truth.sessions.discard("account:" + s["proof"])
            self.truth.counts["sign_out_account"] += 1
        s["invalidate"] = True
        return redirect("/")

    # ---- webmail
    def mail(self, r: Request) -> Response:
        return self.kernel(r, {("GET", "/"): lambda r, s: redirect("/inbox" if s.get("mail") else "/login"), ("GET", "/login"): self.mail_form, ("POST", "/login"): self.mail_login,
                               ("GET", "/captcha/mini"): self.captcha_image, ("GET", "/inbox"): self.inbox, ("POST", "/logout"): self.mail_logout})

    def mail_form(self, r: Request, s: dict) -> Response:
        flash, s["flash"] = s["flash"], {}
        return self.layout(s, "電子郵件", f"""<div class="card"><form method="POST" action="/login"><div class="card-body">{self.csrf(s)}{self.group(flash, "username", "帳號:", more="required")}{self.group(flash, "password", "密碼:", kind="password", more="required")}
<div class="form-group"><img src="/captcha/mini?{secrets.token_hex(4)}" alt="captcha"></div>{self.group({**flash, "old": {}}, "captcha", "驗證碼(小寫字母或數字):", more='maxlength="5" autocomplete="off"')}
<div class="icheck-primary"><input type="checkbox" name="remember" id="remember"><label for="remember">記住登入資訊 (公用電腦請勿勾選)</label></div></div>
<div class="card-footer"><button type="submit" class="btn btn-primary">登入</button></div></form></div><div class="callout"><h5>公佈欄</h5>體系帳號整併中，請用主要任職院區帳號登入。</div>""", flash=flash)

    def mail_login(self, r: Request, s: dict) -> Response:
        self.takes(r, username="mail_account", password="mail_password", captcha="captcha")
        t, user = self.truth, r.get("username").strip()
        if not self.captcha_ok(s, r.get("captcha")):
            return self.back(s, "/login", {"captcha": "驗證碼錯誤。"}, {"username": user})
        if not t.alias or user.lower().removesuffix("@ntuh.gov.tw") != t.alias.lower() or r.get("password") != t.cloud_password:
            return self.back(s, "/login", {"username": "帳號或密碼不正確。"}, {"username": user})
        s["mail"] = secrets.token_hex(8)
        t.sessions.add("mail:" + s["mail"])
        t.counts["mail_sign_in"] += 1
        s["regenerate"] = True
        return redirect("/inbox")

    def inbox(self, r: Request, s: dict) -> Response:
        if not s.get("mail"):
            return redirect("/login")
        return self.layout(s, "收件匣", '<div class="card"><table class="table table-hover"><tr><td>資訊室</td><td>歡迎使用本院電子信箱</td></tr></table></div>', nav=self.logout_link(s, "登出信箱"))

    def mail_logout(self, r: Request, s: dict) -> Response:
        self.takes(r)
        if s.get("mail"):
            self.truth.sessions.discard("mail:" + s["mail"])
            self.truth.counts["sign_out_mail"] += 1
        s["invalidate"] = True
        return redirect("/login")

"""ASP.NET MVC with the house's own unobtrusive AJAX and SweetAlert2."""

from __future__ import annotations

import json
import re
import secrets
import time
from html import escape as e
from pathlib import Path

from truth import Request, Response, Site, picture, redirect

VENDOR = Path(__file__).resolve().parent.parent / "vendor"

CSS = """body{font-family:"Microsoft JhengHei",sans-serif;margin:0;background:#f4f6f8;color:#333}
.navbar-inner{background:#17507d;color:#fff;padding:10px 22px;display:flex;gap:22px;align-items:center}
.navbar-inner a{color:#d8ecff;text-decoration:none}.body-content{width:920px;margin:20px auto;background:#fff;padding:22px 30px;border:1px solid #d5dbe0}
.form-group{margin:12px 0;display:flex}.control-label{width:230px;text-align:right;padding-right:14px;font-weight:bold}
input,select{font-size:15px;padding:5px 7px;border:1px solid #9ab}.btn{background:#1d6fa5;color:#fff;border:0;padding:8px 20px;font-size:15px;cursor:pointer;border-radius:3px}
.btn-default{background:#e4e8ec;color:#333}.field-validation-error{color:#b00;padding-left:8px}.field-validation-valid{display:none}.menu li{margin:7px 0}
.text-danger{color:#b00}.busy{opacity:.4}.panel-info{border-left:5px solid #1d6fa5;padding:6px 14px;background:#eef6fc;margin:14px 0}"""

AJAX_JS = """
/* site.unobtrusive.js - v1.4 資訊室 */
(function (doc) {
  'use strict';
  function closest(el, sel) { return el && el.closest ? el.closest(sel) : null; }
  function collect(form) {
    var out = [];
    Array.prototype.forEach.call(form.elements, function (f) {
      if (!f.name || f.disabled) return;
      if ((f.type === 'checkbox' || f.type === 'radio') && !f.checked) return;
      out.push(encodeURIComponent(f.name) + '=' + encodeURIComponent(f.value));
    });
    return out.join('&');
  }
  function answer(xhr, el) {
    el.removeAttribute('data-busy'); el.classList.remove('busy');
    var type = xhr.getResponseHeader('Content-Type') || '';
    if (type.indexOf('json') < 0) {
      if (xhr.status !== 200) { Swal.fire({icon: 'error', title: '系統忙碌', text: '請重新整理本頁後再試一次', confirmButtonText: '關閉'}); return; }
      var box = doc.querySelector(el.getAttribute('data-ajax-update'));
      if (box) { box.innerHTML = xhr.responseText; box.scrollIntoView(); }
      return;
    }
    var j = JSON.parse(xhr.responseText);
    if (j.html) { doc.querySelector(el.getAttribute('data-ajax-update')).innerHTML = j.html; }
    if (j.refresh) { var img = doc.getElementById('imgCaptcha'); if (img) { img.src = img.getAttribute('data-src') + '?_=' + Date.now(); doc.getElementById('CaptchaText').value = ''; } }
    (j.errors || []).forEach(function (p) {
      var s = doc.querySelector('[data-valmsg-for="' + p[0] + '"]');
      if (s) { s.className = 'field-validation-error'; s.textContent = p[1]; }
    });
    if (j.title) {
      Swal.fire({icon: j.icon || 'error', title: j.title, text: j.text || '', confirmButtonText: '確定', allowOutsideClick: false})
        .then(function () { if (j.go) location.href = j.go; });
    } else if (j.go) { location.href = j.go; }
  }
  function send(el, url, body) {
    if (el.getAttribute('data-busy')) return;
    el.setAttribute('data-busy', '1'); el.classList.add('busy');
    var x = new XMLHttpRequest();
    x.open(el.getAttribute('data-ajax-method') || 'POST', url);
    x.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
    x.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded; charset=UTF-8');
    x.onloadend = function () { answer(x, el); };
    setTimeout(function () { x.send(body); }, 120);
  }
  function confirmed(el, then) {
    var q = el.getAttribute('data-ajax-confirm');
    if (!q) { then(); return; }
    Swal.fire({icon: 'question', title: q, showCancelButton: true, confirmButtonText: el.getAttribute('data-ajax-yes') || '是，繼續', cancelButtonText: '返回'})
      .then(function (r) { if (r.isConfirmed) then(); });
  }
  function valid(form) {
    var ok = true;
    Array.prototype.forEach.call(form.querySelectorAll('[data-valmsg-for]'), function (s) { s.className = 'field-validation-valid'; });
    Array.prototype.forEach.call(form.querySelectorAll('[data-val-required]'), function (f) {
      var bad = f.type === 'checkbox' ? !f.checked : !f.value.trim();
      if (bad) {
        ok = false;
        var s = form.querySelector('[data-valmsg-for="' + f.name + '"]');
        if (s) { s.className = 'field-validation-error'; s.textContent = f.getAttribute('data-val-required'); }
      }
    });
    return ok;
  }
  doc.addEventListener('submit', function (ev) {
    var f = closest(ev.target, 'form[data-ajax=true]');
    if (!f) return;
    ev.preventDefault();
    if (!valid(f)) return;
    confirmed(f, function () { send(f, f.getAttribute('action'), collect(f)); });
  });
  doc.addEventListener('click', function (ev) {
    var a = closest(ev.target, 'a[data-ajax=true],button[data-ajax=true]');
    if (a) {
      ev.preventDefault();
      confirmed(a, function () { send(a, a.getAttribute('data-ajax-url'), a.getAttribute('data-ajax-data') || ''); });
      return;
    }
    var p = closest(ev.target, 'button[data-sms]');
    if (p) {
      var form = p.form, emp = form.elements['EmpNo'];
      if (!/^\\d{6}$/.test(emp.value)) { Swal.fire({icon: 'warning', title: '請先輸入6位數網路帳號', confirmButtonText: '確定'}); return; }
      Swal.fire({title: '請輸入帳號登記的手機門號(10碼)', input: 'tel', inputAttributes: {maxlength: 10, autocomplete: 'off'},
        showCancelButton: true, confirmButtonText: '確定發送', cancelButtonText: '取消',
        inputValidator: function (v) { return /^09\\d{8}$/.test(v) ? null : '手機門號應為09開頭之10碼數字'; }
      }).then(function (r) {
        if (!r.isConfirmed) return;
        send(p, p.getAttribute('data-sms'), 'EmpNo=' + encodeURIComponent(emp.value) + '&MobileNo=' + encodeURIComponent(r.value) +
          '&__RequestVerificationToken=' + encodeURIComponent(form.elements['__RequestVerificationToken'].value));
      });
    }
  });
  doc.addEventListener('click', function (ev) {
    if (ev.target.id === 'btnRenew') { var i = doc.getElementById('imgCaptcha'); i.src = i.getAttribute('data-src') + '?_=' + Date.now(); }
  });
})(document);
"""


class TheSite(Site):
    title = "mvc_unobtrusive_ajax"

    def __init__(self) -> None:
        super().__init__()
        self.portal_ids: dict[str, str] = {}  # session -> the newest anti-forgery token
        self.guests: dict[str, str] = {}  # cookie -> anti-forgery token
        self.proved: dict[str, str] = {}
        self.mail_ids: set[str] = set()
        self.code, self.code_at, self.drawn_for = "", 0.0, ""

    # -- small things of this site
    def _layout(self, title: str, body: str, nav: str = "") -> Response:
        return Response(f"""<!DOCTYPE html>
<html lang="zh-Hant"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>
<link href="/Content/site.css" rel="stylesheet"><script src="/Scripts/sweetalert2.all.min.js"></script></head><body>
<div class="navbar-inner"><strong>{title}</strong>{nav}</div><div class="container body-content"><div id="main">{body}</div>
<hr><footer>&copy; 2026 資訊室 System Information Office</footer></div><script src="/Scripts/site.unobtrusive.js"></script></body></html>""",
                        headers=[("Cache-Control", "no-store")])

    def _static(self, request: Request) -> Response | None:
        if request.path == "/Content/site.css":
            return Response(CSS, kind="text/css; charset=utf-8")
        if request.path == "/Scripts/site.unobtrusive.js":
            return Response(AJAX_JS, kind="application/javascript; charset=utf-8")
        if request.path == "/Scripts/sweetalert2.all.min.js":
            return Response((VENDOR / "sweetalert2.all.min.js").read_bytes(), kind="application/javascript")
        if request.path == "/favicon.ico":
            return Response("", 404)
        return None

    def _json(self, **what: object) -> Response:
        return Response(json.dumps(what, ensure_ascii=False), kind="application/json; charset=utf-8")

    def _xhr(self, request: Request) -> bool:
        return request.method == "POST" and request.headers.get("X-Requested-With") == "XMLHttpRequest"

    def _guest(self, request: Request, cookie: str) -> tuple[str, list[tuple[str, str]]]:
        key = request.cookies.get(cookie, "")
        set_it = []
        if key not in self.guests:
            key = secrets.token_hex(12)
            set_it = [("Set-Cookie", f"{cookie}={key}; path=/; HttpOnly")]
        self.guests[key] = secrets.token_urlsafe(24)
        return self.guests[key], set_it

    def _guest_ok(self, request: Request, cookie: str) -> bool:
        token = self.guests.get(request.cookies.get(cookie, ""), "")
        return bool(token) and token == request.get("__RequestVerificationToken")

    def _captcha_ok(self, given: str, where: str) -> bool:
        right = self.truth.captcha if self.drawn_for == where else ""
        self.truth.captcha, self.drawn_for = "", ""
        return bool(right) and given == right

    @staticmethod
    def _weak(password: str) -> bool:
        return len(password) < 8 or not re.search(r"[A-Za-z]", password) or not re.search(r"\d", password)

    # -- portal
    def portal(self, request: Request) -> Response:
        static = self._static(request)
        if static:
            return static
        path, t = request.path, self.truth
        if path == "/":
            return redirect("/Account/LogOn")
        if path == "/Account/Captcha":
            self.drawn_for = "portal"
            return Response(picture(t.new_captcha(), "PNG"), kind="image/png", headers=[("Cache-Control", "no-store")])
        if path == "/Account/LogOn" and request.method == "GET":
            token, cookies = self._guest(request, "__RVT_P")
            page = self._layout("PORTAL 醫療資訊系統", f"""<h2>登入本院PORTAL系統</h2>
<form action="/Account/LogOn" method="post" data-ajax="true" data-ajax-update="#main" autocomplete="off" novalidate>
<input name="__RequestVerificationToken" type="hidden" value="{token}">
<div class="form-group"><label class="control-label" for="HospitalCode">院區</label><select id="HospitalCode" name="HospitalCode"><option value="T0" selected>總院區</option><option value="T2">北護分院</option><option value="T4">新竹分院</option><option value="Y0">雲林分院</option></select></div>
<div class="form-group"><label class="control-label" for="UserName">帳號</label><input id="UserName" name="UserName" type="text" maxlength="10" data-val="true" data-val-required="帳號 欄位是必要項。"><span class="field-validation-valid" data-valmsg-for="UserName"></span></div>
<div class="form-group"><label class="control-label" for="Password">密碼</label><input id="Password" name="Password" type="password" data-val="true" data-val-required="密碼 欄位是必要項。"><span class="field-validation-valid" data-valmsg-for="Password"></span></div>
<div class="form-group"><span class="control-label"></span><img id="imgCaptcha" alt="" src="/Account/Captcha" data-src="/Account/Captcha">&nbsp;<button type="button" id="btnRenew" class="btn btn-default">換一張</button></div>
<div class="form-group"><label class="control-label" for="CaptchaText">驗證碼<br><small>(不用區分大小寫)</small></label><input id="CaptchaText" name="CaptchaText" maxlength="6" data-val="true" data-val-required="請填驗證碼"><span class="field-validation-valid" data-valmsg-for="CaptchaText"></span></div>
<div class="form-group"><span class="control-label"></span><button class="btn" type="submit">登入系統 Sign in</button></div></form>""",
                                '<a href="#">院外網</a><a href="#">數位學習</a><a href="#">KM系統</a><a href="#">網路掛號</a>')
            page.headers += cookies
            return page
        if path == "/Account/LogOn":
            self.takes(request, UserName="employee_id", Password="portal_password", CaptchaText="captcha", HospitalCode="campus")
            if not self._xhr(request) or not self._guest_ok(request, "__RVT_P"):
                return Response("防偽 Token 驗證失敗", 400)
            if not self._captcha_ok(request.get("CaptchaText").strip().upper(), "portal"):
                t.counts["sign_in_refused"] += 1
                return self._json(title="圖形碼不符", text="您輸入的驗證碼與圖片不一致，請依新圖片再輸入", refresh=True)
            if request.get("HospitalCode") != "T0" or request.get("UserName").strip() != t.person.employee_id or request.get("Password") != t.portal_password:
                t.counts["sign_in_refused"] += 1
                return self._json(title="登入失敗", text="查無此人員或密碼有誤，請確認後重新登入", refresh=True)
            sid = secrets.token_hex(16)
            self.portal_ids[sid] = secrets.token_urlsafe(20)
            t.sessions.add(f"portal:{sid}")
            t.counts["sign_in"] += 1
            answer = self._json(go=f"/Home/Index?SESSION={sid}")
            answer.headers.append(("Set-Cookie", f"MvcPortal={sid}; path=/; HttpOnly"))
            return answer
        sid = request.query.get("SESSION") or request.cookies.get("MvcPortal", "")
        if sid not in self.portal_ids:
            return redirect("/Account/LogOn")
        if path == "/Account/LogOff" and self._xhr(request):
            self.takes(request)
            if request.get("__RequestVerificationToken") != self.portal_ids[sid]:
                return Response("防偽 Token 驗證失敗", 400)
            del self.portal_ids[sid]
            t.sessions.discard(f"portal:{sid}")
            t.counts["sign_out_portal"] += 1
            return self._json(title="您已登出", text="感謝您的使用", icon="success", go="/Account/LogOn")
        if path == "/Home/Index":
            token = self.portal_ids[sid] = secrets.token_urlsafe(20)
            inner = self.urls["inner"]
            return self._layout("PORTAL 醫療資訊系統", f"""<p>{t.person.name} 您好!　<small>總院差勤待簽 0 未核准 0 被駁回 0</small></p>
<form onsubmit="return false"><input type="search" name="q" placeholder="搜尋功能"></form>
<h3>個人管理</h3><ul class="menu"><li><a href="{inner}/Personal/ChangePassword?SESSION={sid}">更改密碼</a></li><li><a href="#">個人簽章提醒設定</a></li><li><a href="#">員工待遇福利查詢</a></li>
<li><a href="#">查詢員工連絡資料</a></li><li><a href="{inner}/Personal/Contact?SESSION={sid}">維護個人連絡資料</a></li><li><a href="#">流感同意書列印</a></li></ul><h3>全院公告 2</h3><p>2019/10/21 請全院同仁填報「薪資所得免稅額申報表」</p>""",
                                f"""<a href="#">醫療系統</a><a href="#">行政系統</a><a href="#" data-ajax="true" data-ajax-url="/Account/LogOff?SESSION={sid}" data-ajax-data="__RequestVerificationToken={token}" data-ajax-confirm="確定要登出系統嗎？" data-ajax-yes="是，登出">登出系統</a>""")
        return Response("404 - 找不到資源", 404)

    # -- inner pages
    def inner(self, request: Request) -> Response:
        static = self._static(request)
        if static:
            return static
        t, sid = self.truth, request.query.get("SESSION", "")
        if sid not in self.portal_ids:
            return Response("<p>連線逾時，請重新登入 PORTAL。</p>", 403)
        menu = f'{self.urls["portal"]}/Home/Index?SESSION={sid}'
        nav = f'<a href="{menu}">回功能選單</a>'
        if request.path == "/Personal/ChangePassword" and request.method == "GET":
            token = self.portal_ids[sid] = secrets.token_urlsafe(20)
            return self._layout("更改密碼", f"""<form action="/Personal/ChangePassword?SESSION={sid}" method="post" data-ajax="true" data-ajax-update="#main" data-ajax-confirm="確定要變更密碼？" novalidate>
<input name="__RequestVerificationToken" type="hidden" value="{token}">
<div class="form-group"><label class="control-label" for="OldPassword">請輸入舊密碼：</label><input type="password" id="OldPassword" name="OldPassword" data-val-required="必填" autocomplete="current-password"><span class="field-validation-valid" data-valmsg-for="OldPassword"></span></div>
<div class="form-group"><label class="control-label" for="NewPassword">請輸入新密碼：</label><input type="password" id="NewPassword" name="NewPassword" data-val-required="必填" autocomplete="new-password"><span class="field-validation-valid" data-valmsg-for="NewPassword"></span></div>
<div class="form-group"><label class="control-label" for="ConfirmPassword">請再輸入新密碼：</label><input type="password" id="ConfirmPassword" name="ConfirmPassword" data-val-required="必填" autocomplete="new-password"><span class="field-validation-valid" data-valmsg-for="ConfirmPassword"></span></div>
<div class="panel-info">密碼設定條件：<br>1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字</div>
<button class="btn" type="submit">確認更改</button></form>""", nav)
        if request.path == "/Personal/ChangePassword":
            self.takes(request, OldPassword="old_password", NewPassword="new_password", ConfirmPassword="new_password_again")
            if not self._xhr(request) or request.get("__RequestVerificationToken") != self.portal_ids[sid]:
                return Response("防偽 Token 驗證失敗", 400)
            new, errors = request.get("NewPassword"), []
            if request.get("OldPassword") != t.portal_password:
                errors.append(["OldPassword", "舊密碼輸入錯誤"])
            if self._weak(new) or new == t.portal_password:
                errors.append(["NewPassword", "新密碼不符合設定條件"])
            if new != request.get("ConfirmPassword"):
                errors.append(["ConfirmPassword", "兩次輸入的新密碼不一致"])
            if errors:
                t.counts["password_refused"] += 1
                return self._json(title="密碼未變更", text="；".join(m for _, m in errors), errors=errors)
            t.portal_password = new
            t.counts["password_changed"] += 1
            return self._json(title="密碼變更完成", text="下次登入請使用新密碼", icon="success", html=f'<div class="panel-info">您的PORTAL密碼已變更完成。</div><p><a href="{menu}">回功能選單</a></p>')
        if request.path == "/Personal/Contact":
            keys = {"EngLastName": "english_surname", "EngFirstName": "english_given", "EngMiddleName": "english_middle", "OfficeTel": "office_phone", "HomeTel": "home_phone", "CellPhone": "mobile_phone"}
            message = ""
            if request.method == "POST":
                self.takes(request, CellPhone="mobile_phone")
                if not self._xhr(request) or request.get("__RequestVerificationToken") != self.portal_ids[sid] or not all(request.has(k) for k in keys):
                    return Response("防偽 Token 驗證失敗", 400)
                if not re.fullmatch(r"09\d{8}", request.get("CellPhone")):
                    return self._json(title="資料未儲存", text="行動電話格式不正確", errors=[["CellPhone", "請輸入10碼手機號碼"]])
                t.saved_contact = {v: request.get(k) for k, v in keys.items()}
                t.counts["contact_saved"] += 1
                message = '<div class="panel-info">異動完成，以下為您最新的連絡資料。</div>'
            token = self.portal_ids[sid] = secrets.token_urlsafe(20)
            now = {k: e(t.saved_contact.get(v, getattr(t.person, v))) for k, v in keys.items()}

            def row(label: str, name: str, hint: str) -> str:
                return f'<div class="form-group"><label class="control-label" for="{name}">{label}</label><input id="{name}" name="{name}" value="{now[name]}" maxlength="20">&nbsp;<small>{hint}</small><span class="field-validation-valid" data-valmsg-for="{name}"></span></div>'

            body = f"""{message}<h2>台大醫院---維護個人連絡資料</h2><form action="/Personal/Contact?SESSION={sid}" method="post" data-ajax="true" data-ajax-update="#main" data-ajax-confirm="資料即將異動，是否儲存？" data-ajax-yes="是，儲存" novalidate><input name="__RequestVerificationToken" type="hidden" value="{token}">
<button class="btn" type="submit">異動儲存</button>
<div class="form-group"><span class="control-label">員工編號：</span>{t.person.employee_id}　<b>姓名：</b>{t.person.name}</div>
{row("英文姓：", "EngLastName", "ex:Chen(陳)")}{row("英文首名：", "EngFirstName", "ex: Yi-Fen(怡芬)")}{row("英文中名：", "EngMiddleName", "為英文別名，如無，可不填")}
{row("辦公室電話：", "OfficeTel", "ex:61234或23123456")}{row("住宅電話：", "HomeTel", "ex:0223123456")}{row("行動電話：", "CellPhone", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")}</form>"""
            return Response(body) if message else self._layout("維護個人連絡資料", body, nav)
        return Response("404", 404)

    # -- account site
    def account(self, request: Request) -> Response:
        static = self._static(request)
        if static:
            return static
        t, path, p = self.truth, request.path, self.truth.person
        nav = '<a href="/">首頁</a>'
        if path == "/":
            return self._layout("雲端服務帳號管理", """<div class="panel-info">說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</div><h3>《規範》</h3><ul><li>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用。</li><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li></ul>
<h3>《常見問題與服務》</h3><p>密碼修改後多久可以生效：即時生效。</p><p><a class="btn" href="/Cloud/Verify/enable">啟用網路帳號及首次雲端帳號密碼設定</a></p><p>啟用本院微軟相關服務，如：Office365, Outlook...</p><p><a class="btn" href="/Cloud/Verify/reset">重置雲端服務密碼</a></p><p>重設非Portal帳號的密碼</p><p><a class="btn btn-default" href="#">總院廠商VPN展延申請</a></p>""")
        found = re.fullmatch(r"/Cloud/Verify/(enable|reset)", path)
        if found and request.method == "GET":
            token, cookies = self._guest(request, "__RVT_H")
            title = "啟用網路帳號及首次雲端帳號密碼設定" if found[1] == "enable" else "重置雲端服務密碼"
            page = self._layout("雲端服務帳號管理", f"""<h2>{title}</h2><div class="panel-info">注意事項<ul><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div>
<form action="{path}" method="post" data-ajax="true" data-ajax-update="#main" novalidate autocomplete="off"><input name="__RequestVerificationToken" type="hidden" value="{token}">
<div class="form-group"><label class="control-label" for="EmpNo">網路帳號 / 主職員工編號</label><input id="EmpNo" name="EmpNo" maxlength="6" data-val-required="請輸入帳號">&nbsp;<button type="button" class="btn btn-default" data-sms="/Cloud/SendSms">發送簡訊動態碼</button><span class="field-validation-valid" data-valmsg-for="EmpNo"></span></div>
<div class="form-group"><label class="control-label" for="Otp">簡訊(或MOTP)動態碼</label><input id="Otp" name="Otp" maxlength="8" data-val-required="請輸入動態碼"><span class="field-validation-valid" data-valmsg-for="Otp"></span></div>
<div class="form-group"><span class="control-label"></span><button class="btn" type="submit">下一步</button></div></form>""", nav)
            page.headers += cookies
            return page
        if path == "/Cloud/SendSms":
            self.takes(request, EmpNo="employee_id", MobileNo="registered_phone")
            if not self._xhr(request) or not self._guest_ok(request, "__RVT_H"):
                return Response("防偽 Token 驗證失敗", 400)
            if request.get("EmpNo") != p.employee_id or request.get("MobileNo") != t.saved_contact.get("mobile_phone", p.mobile_phone):
                return self._json(title="無法發送", text="手機門號與帳號登記之資料不符")
            self.code, self.code_at = t.new_message(), time.time()
            return self._json(title="動態碼簡訊發送成功", text="成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」", icon="success")
        if found:
            self.takes(request, EmpNo="employee_id", Otp="code")
            if not self._xhr(request) or not self._guest_ok(request, "__RVT_H"):
                return Response("防偽 Token 驗證失敗", 400)
            if request.get("EmpNo") != p.employee_id or not self.code or request.get("Otp").strip() != self.code:
                t.counts["code_refused"] += 1
                return self._json(title="身分驗證未通過", text="動態碼錯誤，請重新輸入")
            if time.time() - self.code_at > 120:
                t.counts["code_refused"] += 1
                return self._json(title="身分驗證未通過", text="動態碼已逾時，請重新發送")
            self.code = ""
            sid = secrets.token_hex(10)
            self.proved[sid] = secrets.token_urlsafe(20)
            t.sessions.add(f"account:{sid}")
            t.counts["code_accepted"] += 1
            page = Response(self._settings(sid, found[1]))
            page.headers.append(("Set-Cookie", f"CloudProof={sid}; path=/; HttpOnly"))
            return page
        sid = request.cookies.get("CloudProof", "")
        if path in ("/Cloud/Activate", "/Cloud/Reset", "/Cloud/Leave"):
            self.takes(request, MailAlias="alias", CloudPwd="cloud_password", CloudPwd2="cloud_password_again")
            if not self._xhr(request) or sid not in self.proved or request.get("__RequestVerificationToken") != self.proved[sid]:
                return Response("防偽 Token 驗證失敗", 400)
            if path == "/Cloud/Leave":
                del self.proved[sid]
                t.sessions.discard(f"account:{sid}")
                t.counts["sign_out_account"] += 1
                return self._json(go="/")
            alias, password = request.get("MailAlias").strip(), request.get("CloudPwd")
            errors = []
            if path == "/Cloud/Activate":
                if t.alias:
                    return self._json(title="不可重複啟用", text=f"本帳號之郵件名稱為 {t.alias}，無須再次設定")
                if not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{2,63}", alias):
                    errors.append(["MailAlias", "名稱僅可使用英文、數字及 . _ - ，並以英文字母開頭"])
                elif alias.lower() == "taken.name":
                    errors.append(["MailAlias", "此名稱已有人使用，請另選名稱"])
            elif not t.alias:
                return self._json(title="尚未啟用", text="請先啟用網路帳號")
            if self._weak(password) or password == t.portal_password:
                errors.append(["CloudPwd", "密碼至少8碼並含英文及數字，且不可與Portal密碼相同"])
            if password != request.get("CloudPwd2"):
                errors.append(["CloudPwd2", "兩次密碼不一致"])
            if errors:
                return self._json(title="請修正資料", text="；".join(m for _, m in errors), errors=errors)
            t.cloud_password = password
            leave = f'<p><a href="#" class="btn btn-default" data-ajax="true" data-ajax-url="/Cloud/Leave" data-ajax-data="__RequestVerificationToken={self.proved[sid]}">離開本系統</a></p>'
            if path == "/Cloud/Reset":
                return self._json(title="密碼已重設", icon="success", html="<h2>雲端服務密碼重設完成</h2>" + leave)
            t.alias = alias
            t.counts["activated"] += 1
            return self._json(title="帳號啟用完成", icon="success", html=f"<h2>雲端服務帳號已完成啟用</h2><p>您的電子郵件：{e(alias)}@ntuh.gov.tw<br>服務於設定完成隔日生效</p>" + leave)
        return Response("404", 404)

    def _settings(self, sid: str, purpose: str) -> str:
        t, p, token = self.truth, self.truth.person, self.proved[sid]
        leave = f'<button type="button" class="btn btn-default" data-ajax="true" data-ajax-url="/Cloud/Leave" data-ajax-data="__RequestVerificationToken={token}"'
        facts = f"""<div class="form-group"><span class="control-label">網路帳號 / 主職員工編號</span>{p.employee_id}</div><div class="form-group"><span class="control-label">帳號姓名</span>{p.name}</div><div class="form-group"><span class="control-label">主職單位</span>{p.unit}</div><div class="form-group"><span class="control-label">有效期限</span>{p.valid_until}</div>"""
        pair = """<div class="form-group"><label class="control-label" for="CloudPwd">雲端服務密碼</label><input type="password" id="CloudPwd" name="CloudPwd" data-val-required="必填"><span class="field-validation-valid" data-valmsg-for="CloudPwd"></span></div><div class="form-group"><label class="control-label" for="CloudPwd2">確認雲端服務密碼</label><input type="password" id="CloudPwd2" name="CloudPwd2" data-val-required="必填"><span class="field-validation-valid" data-valmsg-for="CloudPwd2"></span></div>
<p><small>密碼至少8碼，需含英文及數字，請勿與Portal密碼相同</small></p>"""
        if purpose == "reset":
            return f"""<h2>重置雲端服務密碼</h2>{facts}<form action="/Cloud/Reset" method="post" data-ajax="true" data-ajax-update="#main" data-ajax-confirm="確定重設密碼？" novalidate><input type="hidden" name="__RequestVerificationToken" value="{token}">{pair}{leave}>離開</button> <button class="btn" type="submit">重設密碼</button></form>"""
        if t.alias:
            return f"""<h2>設定密碼與郵件別名</h2>{facts}<div class="panel-info">您的雲端服務帳號先前已啟用，不需重複設定。<br>雲端服務帳號 (電子郵件名稱)：{e(t.alias)}@ntuh.gov.tw</div>{leave}>離開本系統</button>"""
        return f"""<h2>設定密碼與郵件別名</h2><p>雲端服務帳號說明：1. 雲端服務帳號為跨體系使用。2. 服務於設定完成隔日生效。</p>{facts}<form action="/Cloud/Activate" method="post" data-ajax="true" data-ajax-update="#main" data-ajax-confirm="電子郵件別名設定後不能修改，確定啟用？" data-ajax-yes="確定啟用" autocomplete="off" novalidate><input type="hidden" name="__RequestVerificationToken" value="{token}">
<div class="form-group"><label class="control-label" for="MailAlias">雲端服務帳號<br>(電子郵件名稱)</label><input id="MailAlias" name="MailAlias" maxlength="64" data-val-required="必填">&nbsp;@ntuh.gov.tw <small>名稱長度限64字元內</small><span class="field-validation-valid" data-valmsg-for="MailAlias"></span></div>{pair}{leave}>取消啟用</button> <button class="btn" type="submit">啟用雲端服務</button></form>"""

    # -- webmail
    def mail(self, request: Request) -> Response:
        static = self._static(request)
        if static:
            return static
        t, path, sid = self.truth, request.path, request.cookies.get("MailAuth", "")
        if path == "/Captcha":
            self.drawn_for = "mail"
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxy3456789", 5), "PNG"), kind="image/png", headers=[("Cache-Control", "no-store")])
        if path == "/SignIn":
            self.takes(request, Account="mail_account", Secret="mail_password", CaptchaText="captcha")
            if not self._xhr(request) or not self._guest_ok(request, "__RVT_M"):
                return Response("防偽 Token 驗證失敗", 400)
            if not self._captcha_ok(request.get("CaptchaText").strip(), "mail"):
                return self._json(title="驗證碼錯誤", refresh=True)
            if not t.alias or request.get("Account").strip().removesuffix("@ntuh.gov.tw") != t.alias or request.get("Secret") != t.cloud_password:
                return self._json(title="帳號或密碼錯誤", refresh=True)
            sid = secrets.token_hex(12)
            self.mail_ids.add(sid)
            t.sessions.add(f"mail:{sid}")
            t.counts["mail_sign_in"] += 1
            answer = self._json(go="/Inbox")
            answer.headers.append(("Set-Cookie", f"MailAuth={sid}; path=/; HttpOnly"))
            return answer
        if path == "/SignOut" and self._xhr(request):
            if sid in self.mail_ids:
                self.mail_ids.discard(sid)
                t.sessions.discard(f"mail:{sid}")
                t.counts["sign_out_mail"] += 1
            return self._json(go="/")
        if path == "/Inbox" and sid in self.mail_ids:
            return self._layout("電子郵件", f"<h2>收件匣</h2><p>{e(t.alias)}@ntuh.gov.tw</p><table><tr><td>資訊室<td>歡迎使用雲端信箱<td>今日</table>", '<a href="#">寫信</a><a href="#" data-ajax="true" data-ajax-url="/SignOut" data-ajax-confirm="要登出信箱嗎？" data-ajax-yes="登出信箱">登出</a>')
        if path != "/":
            return redirect("/")
        token, cookies = self._guest(request, "__RVT_M")
        page = self._layout("電子信箱", f"""<form action="/SignIn" method="post" data-ajax="true" data-ajax-update="#main" novalidate><input name="__RequestVerificationToken" type="hidden" value="{token}">
<div class="form-group"><label class="control-label" for="Account">帳號:</label><input id="Account" name="Account" data-val-required="必填"><span class="field-validation-valid" data-valmsg-for="Account"></span></div><div class="form-group"><label class="control-label" for="Secret">密碼:</label><input type="password" id="Secret" name="Secret" data-val-required="必填"><span class="field-validation-valid" data-valmsg-for="Secret"></span></div>
<div class="form-group"><span class="control-label"></span><img id="imgCaptcha" alt="" src="/Captcha" data-src="/Captcha"></div><div class="form-group"><label class="control-label" for="CaptchaText">驗證碼(小寫字母或數字):</label><input id="CaptchaText" name="CaptchaText" data-val-required="必填"><span class="field-validation-valid" data-valmsg-for="CaptchaText"></span></div>
<div class="form-group"><span class="control-label"></span><label><input type="checkbox" name="Remember" value="true">記住登入資訊 (公用電腦請勿勾選)</label></div><div class="form-group"><span class="control-label"></span><button class="btn" type="submit">登入信箱</button></div></form><h3>公佈欄</h3><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p>""")
        page.headers += cookies
        return page

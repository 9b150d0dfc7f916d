"""jQuery with a step wizard of its own, Bootstrap 5 modals, a countdown on the button that sends."""

from __future__ import annotations

import json
import re
import secrets
import time
from html import escape
from pathlib import Path

from truth import Request, Response, Site, picture, redirect

FILES = {"jquery.min.js": "text/javascript", "bootstrap.bundle.min.js": "text/javascript", "bootstrap.min.css": "text/css"}

COMMON = r"""
var App = {csrf: $('meta[name=csrf]').attr('content')};
$(function () {
  $('body').append('<div class="modal fade" id="dlgResult" data-bs-backdrop="static" tabindex="-1"><div class="modal-dialog modal-dialog-centered"><div class="modal-content"><div class="modal-header"><h5 class="modal-title"></h5></div><div class="modal-body"></div><div class="modal-footer"><button type="button" class="btn btn-primary" data-bs-dismiss="modal">確定</button></div></div></div></div>');
});
App.say = function (title, text, after) {
  var $d = $('#dlgResult'); $d.find('.modal-title').text(title); $d.find('.modal-body').text(text || '');
  $d.off('hidden.bs.modal').one('hidden.bs.modal', function () { if (after) after(); });
  bootstrap.Modal.getOrCreateInstance($d[0]).show();
};
App.post = function (url, data, good, bad) {
  $('#loading').removeClass('d-none');
  return $.ajax({url: url, type: 'POST', data: data, dataType: 'json', headers: {'X-CSRF-Token': App.csrf}})
    .done(function (r) { if (r.csrf) App.csrf = r.csrf; if (r.status === 'OK') good(r); else if (bad) bad(r); else App.say('訊息', r.msg); })
    .fail(function (x) { App.say('錯誤 ' + x.status, '操作逾時或頁面失效，請重新整理後再試。'); })
    .always(function () { $('#loading').addClass('d-none'); });
};
App.check = function ($box) {
  var ok = true;
  $box.find('input[required]').each(function () { var bad = !$.trim(this.value); $(this).toggleClass('is-invalid', bad); if (bad) ok = false; });
  return ok;
};
$(document).on('input', '.is-invalid', function () { $(this).removeClass('is-invalid'); });
$(document).on('click', '#newpic', function (e) { e.preventDefault(); $('#vpic').attr('src', 'vpic.gif?t=' + $.now()); });
"""

WIZARD = r"""
var Wz = {at: 0, kind: $('#wizard').data('kind')};
Wz.show = function (n) {
  Wz.at = n; $('.wz-pane').addClass('d-none').eq(n).removeClass('d-none');
  $('.wz-nav li').removeClass('active text-primary fw-bold').eq(n).addClass('active text-primary fw-bold');
  $('#wzPrev').toggleClass('d-none', n !== 0); $('#wzNext').toggleClass('d-none', n !== 0);
};
Wz.countdown = function (n) {
  var $b = $('#btnSms').prop('disabled', true);
  (function tick() { if (n <= 0) { $b.prop('disabled', false).text('發送簡訊動態碼'); return; } $b.text(n + ' 秒後可重新發送'); n--; setTimeout(tick, 1000); })();
};
$(function () {
  Wz.show(0);
  var phone = new bootstrap.Modal('#dlgPhone', {backdrop: 'static'});
  $('#btnSms').on('click', function () {
    var a = $('#net_account'); if (!/^\d{6}$/.test(a.val())) { a.addClass('is-invalid').focus(); return; }
    $('#reg_phone').val('').removeClass('is-invalid'); $('#phoneMsg').text(''); phone.show();
  });
  $('#dlgPhone').on('shown.bs.modal', function () { $('#reg_phone').trigger('focus'); });
  $('#btnSend').on('click', function () {
    if (!/^09\d{8}$/.test($('#reg_phone').val())) { $('#phoneMsg').text('門號須為10碼數字'); return; }
    App.post('sms', {net_account: $('#net_account').val(), reg_phone: $('#reg_phone').val()}, function () {
      $('#dlgPhone').one('hidden.bs.modal', function () { App.say('動態碼簡訊發送成功', '成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」'); Wz.countdown(30); });
      phone.hide();
    }, function (r) { $('#phoneMsg').text(r.msg); });
  });
  $('#wzPrev').on('click', function () { location.href = './'; });
  $('#wzNext').on('click', function () {
    if (!App.check($('.wz-pane').eq(0))) return;
    App.post('verify', {net_account: $('#net_account').val(), sms_code: $('#sms_code').val(), kind: Wz.kind}, function (r) { $('.wz-pane').eq(1).html(r.html); Wz.show(1); });
  });
  $(document).on('click', '#eye', function () { var p = $('#cloud_pw')[0]; p.type = p.type === 'password' ? 'text' : 'password'; });
  $(document).on('click', '#btnActivate, #btnReset', function () {
    if (!App.check($('.wz-pane').eq(1))) return;
    App.post(this.id === 'btnActivate' ? 'activate' : 'reset', {mail_alias: $('#mail_alias').val() || '', cloud_pw: $('#cloud_pw').val()}, function (r) { App.say(r.msg, r.detail, function () { $('.wz-pane').eq(2).html(r.html); Wz.show(2); }); });
  });
  $(document).on('click', '.js-leave', function () { App.post('leave', {}, function () { location.href = './'; }); });
});
"""


class TheSite(Site):
    title = "jquery_steps_bootstrap_modal"

    def __init__(self) -> None:
        super().__init__()
        self.csrf: dict[str, str] = {}
        self.signed: set[str] = set()
        self.proofs: dict[str, str] = {}
        self.boxes: set[str] = set()
        self.sms = {"code": "", "at": 0.0}
        self.fresh = ""

    def _file(self, request: Request) -> Response | None:
        name = request.path.rsplit("/", 1)[-1]
        if name == "favicon.ico":
            return Response("", 404)
        if request.path.startswith("/assets/") and name in FILES:
            return Response((Path(__file__).resolve().parent.parent / "vendor" / name).read_bytes(), kind=FILES[name], headers=[("Cache-Control", "max-age=600")])
        if request.path == "/assets/app.js":
            return Response(COMMON, kind="text/javascript; charset=utf-8")
        if request.path == "/assets/wizard.js":
            return Response(WIZARD, kind="text/javascript; charset=utf-8")
        return None

    def _html(self, title: str, body: str, script: str, cookie: str, owner: str, navbar: str = "") -> Response:
        """A page with its CSRF token, which belongs to the visitor's cookie."""
        self.csrf[owner] = secrets.token_hex(16)
        return Response(f"""<!doctype html>
<html lang="zh-tw"><head><meta charset="utf-8"><meta name="csrf" content="{self.csrf[owner]}"><title>{title}</title><link rel="stylesheet" href="/assets/bootstrap.min.css"></head>
<body class="bg-light"><nav class="navbar navbar-expand navbar-dark bg-success px-3"><span class="navbar-brand">{title}</span>{navbar}</nav><div id="loading" class="d-none position-fixed top-0 end-0 p-2 bg-warning" style="z-index:2000">處理中…</div>
<div class="container py-4" style="max-width:900px">{body}</div><script src="/assets/jquery.min.js"></script><script src="/assets/bootstrap.bundle.min.js"></script><script src="/assets/app.js"></script>{script}</body></html>""",
                        headers=[("Cache-Control", "no-store"), *([("Set-Cookie", f"{cookie}={owner}; path=/; HttpOnly")] if cookie else [])])

    @staticmethod
    def _result(status: str, msg: str = "", cookie: str = "", **more: str) -> Response:
        return Response(json.dumps({"status": status, "msg": msg, **more}, ensure_ascii=False), kind="application/json; charset=utf-8", headers=[("Set-Cookie", cookie)] if cookie else [])

    def _trusted(self, request: Request, owner: str) -> bool:
        want = self.csrf.get(owner, "")
        return request.method == "POST" and want != "" and request.headers.get("X-CSRF-Token") == want

    def _check_picture(self, host: str, typed: str) -> bool:
        good = self.fresh == host and self.truth.captcha not in ("",) and typed == self.truth.captcha
        self.fresh = self.truth.captcha = ""
        return good

    @staticmethod
    def _rule(word: str) -> bool:
        return bool(re.fullmatch(r"(?=.*[A-Za-z])(?=.*\d).{8,}", word))

    def portal(self, request: Request) -> Response:
        got = self._file(request)
        if got:
            return got
        t, path = self.truth, request.path
        if path == "/vpic.gif":
            self.fresh = "portal"
            return Response(picture(t.new_captcha()), kind="image/gif", headers=[("Cache-Control", "no-store")])
        if path in ("/", "/login"):
            if path == "/":
                return redirect("/login")
            return self._html("醫療資訊系統 PORTAL", """<div class="row"><div class="col-7"><div class="card shadow-sm"><div class="card-header">登入本院PORTAL系統</div><div class="card-body" id="loginbox">
<div class="row mb-2"><label class="col-4 col-form-label" for="hosp">院區</label><div class="col-8"><select class="form-select" id="hosp"><option value="T0">總院區</option><option value="T2">北護分院</option><option value="Y0">雲林分院</option></select></div></div>
<div class="row mb-2"><label class="col-4 col-form-label" for="acc">帳號</label><div class="col-8"><input class="form-control" id="acc" maxlength="6" required><div class="invalid-feedback">請輸入帳號</div></div></div>
<div class="row mb-2"><label class="col-4 col-form-label" for="pwd">密碼</label><div class="col-8"><input class="form-control" type="password" id="pwd" required><div class="invalid-feedback">請輸入密碼</div></div></div>
<div class="row mb-2"><label class="col-4 col-form-label" for="vcode">驗證碼<br><small class="text-muted">(不用區分大小寫)</small></label><div class="col-8"><div class="input-group"><input class="form-control" id="vcode" maxlength="6" autocomplete="off" required><img id="vpic" src="vpic.gif" width="120" height="36" alt=""><a class="btn btn-outline-secondary" href="#" id="newpic">&#8635;</a></div></div></div>
<div class="text-end"><button type="button" class="btn btn-success" id="btnLogin">登入 Login</button></div></div></div></div><div class="col-5"><div class="card"><div class="card-header">快速連結</div><ul class="list-group list-group-flush"><li class="list-group-item">院外網</li><li class="list-group-item">數位學習</li><li class="list-group-item">網路掛號</li></ul></div></div></div>""",
                              """<script>$(function(){function go(){if(!App.check($('#loginbox')))return;App.post('signin',{hosp:$('#hosp').val(),acc:$('#acc').val(),pwd:$('#pwd').val(),vcode:$('#vcode').val()},function(r){location.href=r.url;},function(r){App.say('登入失敗',r.msg,function(){$('#vcode').val('').focus();});$('#newpic').trigger('click');});}
$('#btnLogin').on('click',go);$('#vcode').on('keypress',function(e){if(e.which===13)go();});});</script>""", "JQG", secrets.token_hex(9))
        if path == "/signin":
            self.takes(request, hosp="campus", acc="employee_id", pwd="portal_password", vcode="captcha")
            if not self._trusted(request, request.cookies.get("JQG", "")):
                return Response("{}", 419, "application/json")
            right = self._check_picture("portal", request.get("vcode").strip().upper())
            if not right or request.get("hosp") != "T0" or request.get("acc") != t.person.employee_id or request.get("pwd") != t.portal_password:
                t.counts["sign_in_refused"] += 1
                return self._result("NG", "帳號或密碼錯誤，請重新登入。" if right else "驗證碼錯誤，請依新圖重新輸入。")
            sid = secrets.token_hex(16)
            self.signed.add(sid)
            t.sessions.add(f"portal:{sid}")
            t.counts["sign_in"] += 1
            return self._result("OK", url=f"/desk?SESSION={sid}", cookie=f"JQS={sid}; path=/; HttpOnly")
        sid = request.cookies.get("JQS", "")
        if sid not in self.signed or request.query.get("SESSION", sid) != sid:
            return redirect("/login")
        if path == "/signout":
            self.takes(request)
            if not self._trusted(request, sid):
                return Response("{}", 419, "application/json")
            self.signed.discard(sid)
            t.sessions.discard(f"portal:{sid}")
            t.counts["sign_out_portal"] += 1
            return self._result("OK", cookie="JQS=; path=/; Max-Age=0")
        if path == "/desk":
            inner = self.urls["inner"]
            return self._html("醫療資訊系統", f"""<p>{t.person.name} 您好!</p><div class="alert alert-info">總院差勤待簽 0 未核准 0 被駁回 0 / 總院Workflow待簽 0 / 總院EPortfolio待簽 0</div><h5>全院公告 <span class="badge bg-danger">2</span></h5><table class="table table-sm"><tr><th>日期</th><th>標題</th></tr><tr><td>2019/10/21</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr></table>
<div class="modal fade" id="dlgOut" tabindex="-1"><div class="modal-dialog"><div class="modal-content"><div class="modal-body">您確定要離開系統嗎？</div><div class="modal-footer"><button type="button" class="btn btn-secondary" data-bs-dismiss="modal">取消</button><button type="button" class="btn btn-danger" id="btnOut">確定登出</button></div></div></div></div>""",
                              """<script>$('#btnOut').on('click',function(){App.post('signout',{},function(){location.href='/login';});});</script>""", "", sid,
                              f"""<ul class="navbar-nav me-auto"><li class="nav-item dropdown"><a class="nav-link dropdown-toggle" href="#" data-bs-toggle="dropdown">醫療系統</a><ul class="dropdown-menu"><li><a class="dropdown-item" href="#">門診</a></li></ul></li><li class="nav-item dropdown"><a class="nav-link dropdown-toggle" href="#" data-bs-toggle="dropdown">行政系統</a><ul class="dropdown-menu"><li><a class="dropdown-item" href="#">公文</a></li></ul></li>
<li class="nav-item dropdown"><a class="nav-link dropdown-toggle" href="#" role="button" data-bs-toggle="dropdown">個人管理</a><ul class="dropdown-menu"><li><a class="dropdown-item" href="{inner}/chgpwd?SESSION={sid}">更改密碼</a></li><li><a class="dropdown-item" href="#">個人簽章提醒設定</a></li><li><a class="dropdown-item" href="#">查詢員工連絡資料</a></li><li><a class="dropdown-item" href="{inner}/mycontact?SESSION={sid}">維護個人連絡資料</a></li><li><a class="dropdown-item" href="#">行動憑證申請</a></li></ul></li></ul>
<button type="button" class="btn btn-sm btn-outline-light" data-bs-toggle="modal" data-bs-target="#dlgOut">登出</button>""")
        return Response("Not Found", 404)

    def inner(self, request: Request) -> Response:
        got = self._file(request)
        if got:
            return got
        t, path, sid = self.truth, request.path, request.query.get("SESSION", "")
        if sid not in self.signed:
            return Response('<meta charset="utf-8"><h3>請重新登入</h3>', 403)
        back = f"{self.urls['portal']}/desk?SESSION={sid}"
        links = f'<div class="ms-auto"><a class="link-light" href="{back}">回功能選單</a></div>'
        names = {"esn": "english_surname", "egn": "english_given", "emn": "english_middle", "tel_o": "office_phone", "tel_h": "home_phone", "tel_m": "mobile_phone"}
        if path == "/chgpwd" and request.method == "GET":
            return self._html("更改密碼", """<div class="card"><div class="card-body" id="f"><div class="mb-3"><label class="form-label" for="op">請輸入舊密碼：</label><input type="password" class="form-control w-50" id="op" required></div><div class="mb-3"><label class="form-label" for="np">請輸入新密碼：</label><input type="password" class="form-control w-50" id="np" required></div><div class="mb-3"><label class="form-label" for="np2">請再輸入新密碼：</label><input type="password" class="form-control w-50" id="np2" required></div>
<div class="mb-2">密碼強度檢核：<div class="progress w-50"><div class="progress-bar" id="pb" style="width:0"></div></div></div><ul class="text-muted"><li>1.密碼長度不可少於8個字元</li><li>2.密碼內容需包含英文及數字</li></ul><button type="button" class="btn btn-success" id="ok">送出</button></div></div>""",
                              f"""<script>$('#np').on('input',function(){{$('#pb').css('width',Math.min(100,this.value.length*11)+'%');}});$('#ok').on('click',function(){{if(!App.check($('#f')))return;App.post('chgpwd?SESSION={sid}',{{op:$('#op').val(),np:$('#np').val(),np2:$('#np2').val()}},function(r){{App.say('密碼變更結果',r.msg,function(){{location.href={json.dumps(back)};}});}},function(r){{App.say('密碼變更結果',r.msg);}});}});</script>""", "", sid + "i", links)
        if path == "/mycontact" and request.method == "GET":
            now = {k: escape(t.saved_contact.get(v, getattr(t.person, v))) for k, v in names.items()}

            def line(label: str, name: str, hint: str) -> str:
                return f'<div class="row mb-2"><label class="col-3 col-form-label text-end" for="{name}">{label}</label><div class="col-4"><input class="form-control" id="{name}" name="{name}" value="{now[name]}" maxlength="20"></div><div class="col-5 form-text">{hint}</div></div>'

            return self._html("維護個人連絡資料", f"""<h4>台大醫院---維護個人連絡資料</h4><div id="done" class="alert alert-success d-none"></div><button type="button" class="btn btn-success mb-3" id="save">異動儲存</button><form id="cf" onsubmit="return false"><div class="row mb-2"><div class="col-3 text-end">員工編號：</div><div class="col-3"><input class="form-control-plaintext" readonly value="{t.person.employee_id}"></div><div class="col-2 text-end">姓名：</div><div class="col-3">{t.person.name}</div></div>
{line("英文姓：", "esn", "ex:Chen(陳)")}{line("英文首名：", "egn", "ex: Yi-Fen(怡芬) (說明)")}{line("英文中名：", "emn", "ex:Mary 如無，可不填")}{line("辦公室電話：", "tel_o", "ex:61234或23123456")}{line("住宅電話：", "tel_h", "ex:0223123456")}{line("行動電話：", "tel_m", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")}</form>""",
                              f"""<script>$('#save').on('click',function(){{App.post('mycontact?SESSION={sid}',$('#cf').serialize(),function(r){{$.each(JSON.parse(r.data),function(k,v){{$('#'+k).val(v);}});$('#done').removeClass('d-none').text(r.msg);App.say('儲存結果',r.msg);}},function(r){{App.say('無法儲存',r.msg);$('#tel_m').addClass('is-invalid');}});}});</script>""", "", sid + "i", links)
        if path == "/chgpwd":
            self.takes(request, op="old_password", np="new_password", np2="new_password_again")
            if not self._trusted(request, sid + "i"):
                return Response("{}", 419, "application/json")
            new = request.get("np")
            if request.get("op") != t.portal_password or new != request.get("np2") or not self._rule(new) or new == t.portal_password:
                t.counts["password_refused"] += 1
                return self._result("NG", "舊密碼錯誤！" if request.get("op") != t.portal_password else "新密碼兩次輸入不符！" if new != request.get("np2") else "新密碼不符合設定條件！")
            t.portal_password = new
            t.counts["password_changed"] += 1
            return self._result("OK", "變更成功，按確定後回功能選單。")
        if path == "/mycontact":
            self.takes(request, tel_m="mobile_phone")
            if not self._trusted(request, sid + "i") or not all(request.has(k) for k in names):
                return Response("{}", 419, "application/json")
            if not re.fullmatch(r"09\d{8}", request.get("tel_m")):
                return self._result("NG", "行動電話格式錯誤，應為09開頭共10碼。")
            t.saved_contact = {v: request.get(k) for k, v in names.items()}
            t.counts["contact_saved"] += 1
            return self._result("OK", "連絡資料異動成功。", data=json.dumps({k: t.saved_contact[v] for k, v in names.items()}))
        return Response("Not Found", 404)

    def account(self, request: Request) -> Response:
        got = self._file(request)
        if got:
            return got
        t, path, p = self.truth, request.path, self.truth.person
        if path == "/":
            return self._html("網路帳號服務", """<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><div class="accordion mb-3" id="acc"><div class="accordion-item"><h2 class="accordion-header"><button class="accordion-button" type="button" data-bs-toggle="collapse" data-bs-target="#a1">《規範》</button></h2><div id="a1" class="accordion-collapse collapse show"><div class="accordion-body">網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用。<br>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</div></div></div>
<div class="accordion-item"><h2 class="accordion-header"><button class="accordion-button collapsed" type="button" data-bs-toggle="collapse" data-bs-target="#a2">《常見問題與服務》</button></h2><div id="a2" class="accordion-collapse collapse"><div class="accordion-body">密碼修改後多久可以生效：即時生效。</div></div></div></div>
<div class="d-grid gap-2"><a class="btn btn-success" href="first">啟用網路帳號及首次雲端帳號密碼設定</a><a class="btn btn-outline-success" href="forgot">重置雲端服務密碼</a><a class="btn btn-outline-secondary disabled" href="#">總院廠商VPN展延申請</a></div>""", "", "JQH", secrets.token_hex(9))
        if path in ("/first", "/forgot"):
            title = "啟用網路帳號及首次雲端帳號密碼設定" if path == "/first" else "重置雲端服務密碼"
            return self._html("網路帳號服務", f"""<h4>{title}</h4><div id="wizard" data-kind="{path[1:]}"><ol class="wz-nav list-inline border-bottom pb-2"><li class="list-inline-item">1. 身分驗證</li><li class="list-inline-item">› 2. 資料設定</li><li class="list-inline-item">› 3. 完成</li></ol>
<div class="wz-pane"><div class="alert alert-warning">注意事項：按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。請輸入帳號與簡訊動態碼後按「下一步」。</div><div class="row mb-3"><label class="col-4 col-form-label" for="net_account">網路帳號 / 主職員工編號</label><div class="col-8"><div class="input-group"><input class="form-control" id="net_account" maxlength="6" required><button type="button" class="btn btn-outline-primary" id="btnSms">發送簡訊動態碼</button></div></div></div>
<div class="row mb-3"><label class="col-4 col-form-label" for="sms_code">簡訊(或MOTP)動態碼</label><div class="col-8"><input class="form-control" id="sms_code" maxlength="6" autocomplete="off" required></div></div></div><div class="wz-pane d-none"></div><div class="wz-pane d-none"></div>
<div class="d-flex justify-content-between"><button type="button" class="btn btn-light" id="wzPrev">回首頁</button><button type="button" class="btn btn-primary" id="wzNext">下一步</button></div></div>
<div class="modal fade" id="dlgPhone" tabindex="-1"><div class="modal-dialog modal-dialog-centered"><div class="modal-content"><div class="modal-body"><label class="form-label" for="reg_phone">請輸入帳號登記的手機門號(10碼)</label><input class="form-control" id="reg_phone" type="tel" maxlength="10"><div class="text-danger" id="phoneMsg"></div></div><div class="modal-footer"><button type="button" class="btn btn-primary" id="btnSend">確定發送</button><button type="button" class="btn btn-secondary" data-bs-dismiss="modal">取消</button></div></div></div></div>""", '<script src="/assets/wizard.js"></script>', "JQH", secrets.token_hex(9))
        owner = request.cookies.get("JQH", "")
        if path not in ("/sms", "/verify", "/activate", "/reset", "/leave"):
            return Response("Not Found", 404)
        self.takes(request, net_account="employee_id", reg_phone="registered_phone", sms_code="code", mail_alias="alias", cloud_pw="cloud_password")
        if not self._trusted(request, owner):
            return Response("{}", 419, "application/json")
        if path == "/sms":
            if request.get("net_account") != p.employee_id or request.get("reg_phone") != t.saved_contact.get("mobile_phone", p.mobile_phone):
                return self._result("NG", "與登記之手機門號不符，請重新輸入")
            self.sms = {"code": t.new_message(), "at": time.time()}
            return self._result("OK")
        if path == "/verify":
            late = time.time() - float(self.sms["at"]) > 120
            if late or request.get("net_account") != p.employee_id or not self.sms["code"] or request.get("sms_code").strip() != self.sms["code"]:
                t.counts["code_refused"] += 1
                return self._result("NG", "動態碼已過期或尚未發送，請重新發送。" if late else "帳號或動態碼錯誤，請重新輸入。")
            self.sms["code"] = ""
            self.proofs[owner] = request.get("kind")
            t.sessions.add(f"account:{owner}")
            t.counts["code_accepted"] += 1
            return self._result("OK", html=self._step_two(request.get("kind")))
        if path == "/leave":
            if self.proofs.pop(owner, None):
                t.sessions.discard(f"account:{owner}")
                t.counts["sign_out_account"] += 1
            return self._result("OK")
        word, alias = request.get("cloud_pw"), request.get("mail_alias").strip()
        if self.proofs.get(owner) != ("first" if path == "/activate" else "forgot"):
            return Response("{}", 419, "application/json")
        if path == "/activate":
            if t.alias:
                return self._result("NG", "本帳號已啟用過，不可再次啟用。")
            if not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", alias):
                return self._result("NG", "電子郵件名稱只能用英文字母開頭的英數字與 . _ -")
            if alias.lower() == "taken.name":
                return self._result("NG", "電子郵件名稱已被使用，請更換。")
        elif not t.alias:
            return self._result("NG", "您尚未啟用雲端服務，請先啟用。")
        if not self._rule(word) or word == t.portal_password:
            return self._result("NG", "雲端服務密碼須8碼以上含英文及數字，且不同於Portal密碼。")
        t.cloud_password = word
        leave = '<button type="button" class="btn btn-outline-secondary js-leave">登出</button>'
        if path == "/reset":
            return self._result("OK", "密碼已重新設定", detail="新密碼即時生效。", html=f'<div class="alert alert-success">雲端服務密碼已重新設定。</div>{leave}')
        t.alias = alias
        t.counts["activated"] += 1
        return self._result("OK", "設定成功", detail=f"您的雲端服務帳號 {alias}@ntuh.gov.tw 將於隔日生效。", html=f'<div class="alert alert-success">感謝您！雲端服務帳號設定成功。</div><p>電子郵件：{escape(alias)}@ntuh.gov.tw</p>{leave}')

    def _step_two(self, kind: str) -> str:
        p, alias = self.truth.person, self.truth.alias
        rows = "".join(f'<div class="row mb-2"><div class="col-4">{a}</div><div class="col-8">{b}</div></div>' for a, b in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        secret = '<div class="row mb-2"><label class="col-4 col-form-label" for="cloud_pw">雲端服務密碼</label><div class="col-8"><div class="input-group"><input type="password" class="form-control" id="cloud_pw" autocomplete="new-password" required><button type="button" class="btn btn-outline-secondary" id="eye">顯示</button></div><div class="form-text">8碼以上，含英文及數字，請勿與Portal密碼相同</div></div></div>'
        if kind == "forgot":
            return f'<h5>重置雲端服務密碼</h5>{rows}{secret}<button type="button" class="btn btn-light js-leave">放棄</button> <button type="button" class="btn btn-primary" id="btnReset">重設</button>'
        if alias:
            return f'<h5>設定密碼與郵件別名</h5>{rows}<div class="alert alert-info">此帳號的雲端服務已經啟用，不需要再設定。<br>電子郵件：<b>{escape(alias)}@ntuh.gov.tw</b></div><button type="button" class="btn btn-outline-secondary js-leave">登出</button>'
        return f"""<h5>設定密碼與郵件別名</h5><p class="text-muted">雲端服務帳號說明：1. 雲端服務帳號為跨體系使用。2. 服務於設定完成隔日生效。</p>{rows}<div class="row mb-2"><label class="col-4 col-form-label" for="mail_alias">雲端服務帳號<br>(電子郵件名稱)</label><div class="col-8"><div class="input-group"><input class="form-control" id="mail_alias" maxlength="64" autocomplete="off" required><span class="input-group-text">@ntuh.gov.tw</span></div><div class="form-text">名稱長度限64字元內</div></div></div>{secret}
<div class="text-end"><button type="button" class="btn btn-light js-leave">取消啟用</button> <button type="button" class="btn btn-primary" id="btnActivate">啟用雲端服務</button></div>"""

    def mail(self, request: Request) -> Response:
        got = self._file(request)
        if got:
            return got
        t, path, sid = self.truth, request.path, request.cookies.get("JQM", "")
        if path == "/vpic.gif":
            self.fresh = "mail"
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz2345678", 4)), kind="image/gif", headers=[("Cache-Control", "no-store")])
        if path == "/":
            return self._html("電子信箱 Mail", """<div class="card mx-auto" style="width:460px"><div class="card-body" id="mf"><div class="mb-2"><label for="mu">帳號:</label><input class="form-control" id="mu" required></div><div class="mb-2"><label for="mp">密碼:</label><input class="form-control" type="password" id="mp" required></div><div class="mb-2"><label for="mv">驗證碼(小寫字母或數字):</label><div class="input-group"><input class="form-control" id="mv" required autocomplete="off"><img id="vpic" src="vpic.gif" width="120" height="36" alt=""><a href="#" class="btn btn-light" id="newpic">&#8635;</a></div></div>
<div class="form-check"><input class="form-check-input" type="checkbox" id="mr"><label class="form-check-label" for="mr">記住登入資訊 (公用電腦請勿勾選)</label></div><button type="button" class="btn btn-success mt-2" id="mgo">登入</button></div></div><h5 class="mt-4">公佈欄</h5><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p>""",
                              "<script>$('#mgo').on('click',function(){if(!App.check($('#mf')))return;App.post('login',{mu:$('#mu').val(),mp:$('#mp').val(),mv:$('#mv').val(),mr:$('#mr').prop('checked')?1:0},function(){location.href='/box';},function(r){$('#newpic').click();$('#mv').val('');App.say('無法登入',r.msg);});});</script>", "JQW", secrets.token_hex(9))
        if path == "/login":
            self.takes(request, mu="mail_account", mp="mail_password", mv="captcha")
            if not self._trusted(request, request.cookies.get("JQW", "")):
                return Response("{}", 419, "application/json")
            if not self._check_picture("mail", request.get("mv").strip()):
                return self._result("NG", "驗證碼不對")
            if not t.alias or request.get("mu").strip().removesuffix("@ntuh.gov.tw") != t.alias or request.get("mp") != t.cloud_password:
                return self._result("NG", "帳號或密碼不對")
            sid = secrets.token_hex(12)
            self.boxes.add(sid)
            t.sessions.add(f"mail:{sid}")
            t.counts["mail_sign_in"] += 1
            return self._result("OK", cookie=f"JQM={sid}; path=/; HttpOnly")
        if sid not in self.boxes:
            return redirect("/")
        if path == "/logout":
            if not self._trusted(request, sid):
                return Response("{}", 419, "application/json")
            self.boxes.discard(sid)
            t.sessions.discard(f"mail:{sid}")
            t.counts["sign_out_mail"] += 1
            return self._result("OK")
        return self._html("電子信箱 Mail", f'<p>{escape(t.alias)}@ntuh.gov.tw</p><h4>收件匣</h4><table class="table"><tr><td>資訊室<td>歡迎信</table>', "<script>$('#lo').on('click',function(){App.post('logout',{},function(){location.href='/';});});</script>", "", sid, '<button type="button" class="btn btn-sm btn-outline-light ms-auto" id="lo">登出信箱</button>')

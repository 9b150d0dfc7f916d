"""Observable view models bound by data-bind attributes, a small library of the house; JSON posts with a revision stamp."""

from __future__ import annotations

import json
import re
import secrets
import time
from typing import Any

from truth import Request, Response, Site, picture, redirect

LIB = r"""
/* nb.js  NTUH Binding 0.9.2 (c) 2016-2024 資訊室應用組 */
var nb = (function () {
  var current = null;
  function observable(v) {
    var subs = [];
    function o(n) {
      if (!arguments.length) { if (current && subs.indexOf(current) < 0) subs.push(current); return v; }
      if (n !== v) { v = n; subs.slice().forEach(function (s) { s(); }); }
    }
    o.isObservable = true; return o;
  }
  function computed(fn) { var o = observable(); track(function () { o(fn()); }); return o; }
  function track(fn) { function run() { var before = current; current = run; try { fn(); } finally { current = before; } } run(); }
  function parse(s) { return new Function('$vm', 'with($vm){return {' + s + '}}'); }
  function val(x) { return x && x.isObservable ? x() : x; }
  var handlers = {
    text: function (el, x) { el.textContent = val(x) == null ? '' : val(x); },
    visible: function (el, x) { el.style.display = val(x) ? '' : 'none'; },
    enable: function (el, x) { el.disabled = !val(x); },
    css: function (el, x) { Object.keys(x).forEach(function (k) { el.classList.toggle(k, !!val(x[k])); }); },
    attr: function (el, x) { Object.keys(x).forEach(function (k) { el.setAttribute(k, val(x[k])); }); },
    value: function (el, x) { if (el.value !== val(x)) el.value = val(x); },
    checked: function (el, x) { el.checked = !!val(x); }
  };
  function applyBindings(vm, root) {
    [].forEach.call(root.querySelectorAll('[data-bind]'), function (el) {
      var make = parse(el.getAttribute('data-bind')), first = make(vm);
      if (first.click) el.addEventListener('click', function (e) { e.preventDefault(); first.click.call(vm, e); });
      if (first.value) ['input', 'change'].forEach(function (n) { el.addEventListener(n, function () { first.value(el.value); }); });
      if (first.checked) el.addEventListener('change', function () { first.checked(el.checked); });
      if (first.enterkey) el.addEventListener('keyup', function (e) { if (e.keyCode === 13) first.enterkey.call(vm); });
      track(function () { var b = make(vm); Object.keys(b).forEach(function (k) { if (handlers[k]) handlers[k](el, b[k]); }); });
    });
    root.removeAttribute('data-cloak');
  }
  function toJS(vm, keys) { var o = {}; keys.forEach(function (k) { o[k] = vm[k](); }); return o; }
  function post(url, data, done) {
    var x = new XMLHttpRequest(); x.open('POST', url); x.setRequestHeader('Content-Type', 'application/json;charset=utf-8');
    x.onload = function () { var j = null; try { j = JSON.parse(x.responseText); } catch (e) { } if (!j) { j = {Success: false, Message: '伺服器沒有回應（' + x.status + '），請重新整理'}; } if (j.Rev) window.REV = j.Rev; done(j); };
    x.onerror = function () { done({Success: false, Message: '網路中斷'}); };
    data.Rev = window.REV; x.send(JSON.stringify(data));
  }
  return {observable: observable, computed: computed, applyBindings: applyBindings, toJS: toJS, post: post};
})();
"""

STYLE = """[data-cloak]{visibility:hidden}body{font:15px/1.7 PMingLiU,"Noto Serif TC",serif;background:#fffdf6;margin:0}.top{background:#7b3f00;color:#fff;padding:9px 20px}
table.f td{padding:5px 8px;vertical-align:top}table.f td.l{width:220px;text-align:right;background:#f6ead8}.w{width:880px;margin:14px auto}.msg{border:1px solid #d99;background:#fee;padding:6px 12px;margin:8px 0}.msg.good{border-color:#7b7;background:#efe}
.b{padding:5px 16px;font-size:15px;background:#f0d9b5;border:1px outset #b58}.bar{height:8px;background:#ddd;width:200px}.bar i{display:block;height:8px;background:#c33}.bar i.s{background:#393}.dim{color:#888;font-size:13px}.box{border:2px solid #b87a3d;background:#fff;padding:12px 18px;margin:10px 0;width:480px}.sub{margin-left:24px}"""


class TheSite(Site):
    title = "knockout_like_bindings"

    def __init__(self) -> None:
        super().__init__()
        self.people: set[str] = set()
        self.revs: dict[str, str] = {}
        self.helps: dict[str, dict[str, Any]] = {}
        self.mailers: set[str] = set()
        self.shown_at = ""

    def _page(self, title: str, html: str, model: str, rev: str = "", cookies: tuple[str, ...] = ()) -> Response:
        return Response(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>{title}</title><link rel="shortcut icon" href="data:," /><style>{STYLE}</style><script type="text/javascript" src="/lib/nb.js"></script></head>
<body><div class="top">{title}</div><div class="w" id="root" data-cloak="1">{html}</div><script type="text/javascript">var REV='{rev}';{model}
nb.applyBindings(vm,document.getElementById('root'));if(vm.start)vm.start();</script></body></html>""", headers=[("Cache-Control", "no-cache, no-store"), *[("Set-Cookie", c) for c in cookies]])

    @staticmethod
    def _answer(good: bool, message: str = "", **more: Any) -> Response:
        cookie = more.pop("cookie", "")
        return Response(json.dumps({"Success": good, "Message": message, **more}, ensure_ascii=True), kind="application/json", headers=[("Set-Cookie", cookie)] if cookie else [])

    @staticmethod
    def _lib(request: Request) -> Response | None:
        return Response(LIB, kind="application/x-javascript; charset=utf-8") if request.path == "/lib/nb.js" else None

    @staticmethod
    def _json(request: Request) -> bool:
        if request.method != "POST" or "json" not in request.headers.get("Content-Type", ""):
            return False
        request.form = [(k, str(v)) for k, v in json.loads(request.body).items()]
        return True

    def _rev(self, owner: str) -> str:
        self.revs[owner] = secrets.token_hex(6)
        return self.revs[owner]

    def _current(self, request: Request, owner: str) -> bool:
        return bool(owner) and bool(request.get("Rev")) and self.revs.get(owner) == request.get("Rev")

    def _picture(self, where: str, letters: str, length: int) -> Response:
        self.shown_at = where
        return Response(picture(self.truth.new_captcha(letters, length), "JPEG"), kind="image/jpeg", headers=[("Cache-Control", "no-store")])

    def _read_off(self, where: str, given: str) -> bool:
        good = self.shown_at == where and self.truth.captcha != "" and self.truth.captcha == given
        self.truth.captcha = self.shown_at = ""
        return good

    @staticmethod
    def _strong(text: str) -> bool:
        return len(text) >= 8 and bool(re.search("[a-zA-Z]", text)) and bool(re.search("[0-9]", text))

    # ------------------------------------------------------------------ PORTAL
    def portal(self, request: Request) -> Response:
        lib = self._lib(request)
        if lib:
            return lib
        t, path = self.truth, request.path
        if path == "/verify.jpg":
            return self._picture("portal", "123456789BDFHJLNPRTVXZ", 6)
        if path == "/":
            guest = secrets.token_hex(8)
            return self._page("登入本院PORTAL系統", """
<table class="f"><tr><td class="l">院　區</td><td><select data-bind="value: Campus"><option value="T0">總院區</option><option value="T2">北護</option><option value="T4">新竹</option><option value="Y0">雲林</option></select></td></tr>
<tr><td class="l">帳　號</td><td><input type="text" maxlength="10" data-bind="value: UserId" /> <span class="dim">6位數數字</span></td></tr>
<tr><td class="l">密　碼</td><td><input type="password" data-bind="value: Pwd" /></td></tr>
<tr data-bind="visible: false"><td class="l">卡片密碼</td><td><input type="password" data-bind="value: CardPin" /></td></tr>
<tr><td class="l">&nbsp;</td><td><img alt="驗證圖" width="120" height="36" data-bind="attr: {src: Pic}, click: redraw" title="點圖更換" /></td></tr>
<tr><td class="l">驗證碼<br />(不用區分大小寫)</td><td><input type="text" maxlength="6" size="8" data-bind="value: Check, enterkey: go" autocomplete="off" /></td></tr>
<tr><td class="l"></td><td><button type="button" class="b" data-bind="click: go, enable: Ready">確認登入</button></td></tr></table>
<div class="msg" data-bind="visible: Msg, text: Msg"></div><p class="dim">醫療相關選單　行政系統選單　門診系統</p>""", """
var vm={Campus:nb.observable('T0'),UserId:nb.observable(''),Pwd:nb.observable(''),CardPin:nb.observable(''),Check:nb.observable(''),Msg:nb.observable(''),Busy:nb.observable(false),Pic:nb.observable('/verify.jpg?n=0'),
redraw:function(){vm.Pic('/verify.jpg?n='+new Date().getTime());},
go:function(){if(vm.Busy())return;vm.Busy(true);vm.Msg('');nb.post('/svc/SignIn',nb.toJS(vm,['Campus','UserId','Pwd','CardPin','Check']),function(j){vm.Busy(false);if(j.Success){location.href=j.Url;return;}vm.Msg(j.Message);vm.Check('');vm.redraw();});}};
vm.Ready=nb.computed(function(){return !!(vm.UserId()&&vm.Pwd()&&vm.Check()&&!vm.Busy());});""", self._rev(guest), (f"PG={guest}; path=/; HttpOnly",))
        if path == "/svc/SignIn" and self._json(request):
            self.takes(request, Campus="campus", UserId="employee_id", Pwd="portal_password", Check="captcha")
            if not self._current(request, request.cookies.get("PG", "")):
                return self._answer(False, "頁面已逾時，請重新整理後登入")
            if not self._read_off("portal", request.get("Check").strip().upper()):
                t.counts["sign_in_refused"] += 1
                return self._answer(False, "驗證碼填寫錯誤！請看清楚圖片再輸入一次。")
            if request.get("Campus") != "T0" or request.get("UserId").strip() != t.person.employee_id or request.get("Pwd") != t.portal_password:
                t.counts["sign_in_refused"] += 1
                return self._answer(False, "登入資訊錯誤！帳號或密碼不符。")
            sid = secrets.token_hex(16).upper()
            self.people.add(sid)
            t.sessions.add(f"portal:{sid}")
            t.counts["sign_in"] += 1
            return self._answer(True, Url=f"/notice?SESSION={sid}", cookie=f"PSID={sid}; path=/; HttpOnly")
        sid = request.query.get("SESSION", "")
        if sid not in self.people or request.cookies.get("PSID") != sid:
            return redirect("/") if request.method == "GET" else self._answer(False, "尚未登入")
        if path == "/notice":
            return self._page("資安宣導", """<h3>資訊安全公告</h3><p>請勿將密碼告知他人，並定期更換密碼。</p><button type="button" class="b" data-bind="click: next">我知道了，進入系統</button>""", f"var vm={{next:function(){{location.replace('/menu?SESSION={sid}');}}}};")
        if path == "/menu":
            inner = self.urls["inner"]
            return self._page("醫療資訊系統 功能選單", f"""<p>{t.person.name} 您好!　<button type="button" class="b" data-bind="click: bye">登出系統</button></p><p class="dim">總院差勤待簽 0　總院Workflow待簽 0</p>
<div><a href="#" data-bind="click: flipA">醫療系統 ▾</a></div><div class="sub" data-bind="visible: OpenA"><a href="#">門診</a><br /><a href="#">住院</a></div><div><a href="#" data-bind="click: flipB">行政系統 ▾</a></div><div class="sub" data-bind="visible: OpenB"><a href="#">公文</a></div>
<div><a href="#" data-bind="click: flipC">個人管理 ▾</a></div><div class="sub" data-bind="visible: OpenC"><a href="{inner}/pwd?SESSION={sid}">更改密碼</a><br /><a href="#">個人簽章提醒設定</a><br /><a href="#">查詢員工連絡資料</a><br /><a href="{inner}/contact?SESSION={sid}">維護個人連絡資料</a><br /><a href="#">流感同意書列印</a></div>
<h4>全院公告 2</h4><p>2018/12/13 總院Portal資訊系統登入首頁改版</p>""", f"""var vm={{OpenA:nb.observable(false),OpenB:nb.observable(false),OpenC:nb.observable(false),flipA:function(){{vm.OpenA(!vm.OpenA());}},flipB:function(){{vm.OpenB(!vm.OpenB());}},flipC:function(){{vm.OpenC(!vm.OpenC());}},
bye:function(){{nb.post('/svc/SignOut?SESSION={sid}',{{}},function(j){{if(j.Success)location.href='/';}});}}}};""", self._rev(sid + "m"))
        if path == "/svc/SignOut" and self._json(request):
            self.takes(request)
            if not self._current(request, sid + "m"):
                return self._answer(False, "頁面過期")
            self.people.discard(sid)
            t.sessions.discard(f"portal:{sid}")
            t.counts["sign_out_portal"] += 1
            return self._answer(True, cookie="PSID=; path=/; Max-Age=0")
        return Response("Not found", 404)

    # ------------------------------------------------------------------ inner host
    def inner(self, request: Request) -> Response:
        lib = self._lib(request)
        if lib:
            return lib
        t, path, sid = self.truth, request.path, request.query.get("SESSION", "")
        if sid not in self.people:
            return Response('<meta charset="utf-8">您尚未登入或已逾時', 403)
        menu = f"{self.urls['portal']}/menu?SESSION={sid}"
        if path == "/pwd":
            return self._page("更改密碼", f"""<div data-bind="visible: Editing"><table class="f"><tr><td class="l">請輸入舊密碼：</td><td><input type="password" data-bind="value: Old" /></td></tr><tr><td class="l">請輸入新密碼：</td><td><input type="password" data-bind="value: New1" /></td></tr>
<tr><td class="l">請再輸入新密碼：</td><td><input type="password" data-bind="value: New2" /></td></tr><tr><td class="l">密碼強度檢核：</td><td><div class="bar"><i data-bind="attr: {{style: Width}}, css: {{s: Strong}}"></i></div></td></tr></table>
<p>密碼設定條件：<br />1.密碼長度不可少於8個字元<br />2.密碼內容需包含英文及數字</p><button type="button" class="b" data-bind="click: save">確定變更</button></div>
<div class="msg" data-bind="visible: Msg, text: Msg, css: {{good: Done}}"></div><p><a href="{menu}">回功能選單</a></p>""", f"""var vm={{Old:nb.observable(''),New1:nb.observable(''),New2:nb.observable(''),Msg:nb.observable(''),Done:nb.observable(false),Editing:nb.observable(true),
save:function(){{nb.post('/svc/Pwd?SESSION={sid}',nb.toJS(vm,['Old','New1','New2']),function(j){{vm.Done(j.Success);vm.Msg(j.Message);if(j.Success)vm.Editing(false);}});}}}};
vm.Strong=nb.computed(function(){{var p=vm.New1();return p.length>7&&/[a-z]/i.test(p)&&/[0-9]/.test(p);}});vm.Width=nb.computed(function(){{return 'width:'+Math.min(100,vm.New1().length*10)+'%';}});""", self._rev(sid + "p"))
        if path == "/svc/Pwd" and self._json(request):
            self.takes(request, Old="old_password", New1="new_password", New2="new_password_again")
            if not self._current(request, sid + "p"):
                return self._answer(False, "頁面過期，請重新開啟")
            new = request.get("New1")
            wrong = "舊密碼不對" if request.get("Old") != t.portal_password else "新密碼兩次輸入不一樣" if new != request.get("New2") else "新密碼強度不足" if not self._strong(new) else "新密碼不可與舊密碼相同" if new == t.portal_password else ""
            if wrong:
                t.counts["password_refused"] += 1
                return self._answer(False, f"未能變更：{wrong}", Rev=self._rev(sid + "p"))
            t.portal_password = new
            t.counts["password_changed"] += 1
            return self._answer(True, "您的密碼已經換新了！", Rev=self._rev(sid + "p"))
        pairs = {"SurnameE": "english_surname", "GivenE": "english_given", "MiddleE": "english_middle", "TelOffice": "office_phone", "TelHome": "home_phone", "Mobile": "mobile_phone"}
        if path == "/contact":
            now = {k: t.saved_contact.get(v, getattr(t.person, v)) for k, v in pairs.items()}
            obs = ",".join(f"{k}:nb.observable({json.dumps(v)})" for k, v in now.items())
            cell = lambda label, name, hint: f'<tr><td class="l">{label}</td><td><input type="text" maxlength="30" data-bind="value: {name}" /> <span class="dim">{hint}</span></td></tr>'  # noqa: E731
            return self._page("台大醫院---維護個人連絡資料", f"""<div class="msg" data-bind="visible: Msg, text: Msg, css: {{good: Good}}"></div><p><button type="button" class="b" data-bind="click: save, enable: Dirty">異動儲存</button> <span class="dim" data-bind="visible: Dirty">（資料有變動尚未儲存）</span></p>
<table class="f"><tr><td class="l">員工編號：</td><td>{t.person.employee_id}　姓名：{t.person.name}</td></tr>{cell('英文姓：', 'SurnameE', 'ex:Chen(陳)')}{cell('英文首名：', 'GivenE', 'ex: Yi-Fen(怡芬) (說明)')}{cell('英文中名：', 'MiddleE', 'ex:Mary 為英文別名，如無，可不填')}
{cell('辦公室電話：', 'TelOffice', 'ex:61234或23123456')}{cell('住宅電話：', 'TelHome', 'ex:0223123456')}{cell('行動電話：', 'Mobile', 'ex:0952000000 (如離職或更換門號，請記得調整此欄位)')}</table><p><a href="{menu}">回功能選單</a></p>""", f"""var K={json.dumps(list(pairs))},vm={{{obs},Saved:nb.observable(''),Msg:nb.observable(''),Good:nb.observable(false),
save:function(){{nb.post('/svc/Contact?SESSION={sid}',nb.toJS(vm,K),function(j){{vm.Good(j.Success);vm.Msg(j.Message);if(j.Success){{K.forEach(function(k){{vm[k](j.Data[k]);}});vm.Saved(K.map(function(k){{return vm[k]();}}).join('|'));}}}});}}}};
vm.Dirty=nb.computed(function(){{return K.map(function(k){{return vm[k]();}}).join('|')!==vm.Saved();}});""", self._rev(sid + "c"))
        if path == "/svc/Contact" and self._json(request):
            self.takes(request, Mobile="mobile_phone")
            if not self._current(request, sid + "c") or not all(request.has(k) for k in pairs):
                return self._answer(False, "頁面過期，請重新開啟")
            if not re.fullmatch(r"09[0-9]{8}", request.get("Mobile")):
                return self._answer(False, "行動電話請填10碼數字", Rev=self._rev(sid + "c"))
            t.saved_contact = {v: request.get(k) for k, v in pairs.items()}
            t.counts["contact_saved"] += 1
            return self._answer(True, "已存檔，謝謝您更新連絡資料。", Rev=self._rev(sid + "c"), Data={k: t.saved_contact[v] for k, v in pairs.items()})
        return Response("Not found", 404)

    # ------------------------------------------------------------------ account site: one page of steps
    def account(self, request: Request) -> Response:
        lib = self._lib(request)
        if lib:
            return lib
        t, path, p = self.truth, request.path, self.truth.person
        if path == "/":
            visit = secrets.token_hex(9)
            self.helps[visit] = {"code": "", "at": 0.0, "proved": False}
            return self._page("雲端服務帳號申請", """
<div data-bind="visible: At0"><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><b>《規範》</b><ul><li>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</li><li>如有借用帳號行為，致院內重要資料或個人資料外洩時，該網路帳號擁有者需負相關法律之責任。</li></ul><b>《常見問題與服務》</b><p>忘記密碼：請以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p>
<p><button type="button" class="b" data-bind="click: openFirst">啟用網路帳號及首次雲端帳號密碼設定</button></p><p><button type="button" class="b" data-bind="click: openReset">重置雲端服務密碼</button></p><p><button type="button" class="b" disabled="disabled">總院廠商VPN展延申請</button></p></div>
<div data-bind="visible: At1"><h3 data-bind="text: Heading"></h3><p class="dim">注意事項：動態碼2分鐘內有效。電子郵件別名第一次設定之後則不能修改，請慎重選擇。</p><table class="f"><tr><td class="l">網路帳號 / 主職員工編號</td><td><input type="text" maxlength="6" data-bind="value: NetId" /> <button type="button" class="b" data-bind="click: askPhone">發送簡訊動態碼</button></td></tr>
<tr><td class="l">簡訊(或MOTP)動態碼</td><td><input type="text" maxlength="6" data-bind="value: Code, enterkey: prove" autocomplete="off" /></td></tr><tr><td></td><td><button type="button" class="b" data-bind="click: prove">下一步</button></td></tr></table>
<div class="box" data-bind="visible: Asking">請輸入帳號登記的手機門號(10碼)<br /><input type="text" maxlength="10" data-bind="value: Phone, enterkey: send" /> <button type="button" class="b" data-bind="click: send">確定發送</button> <button type="button" class="b" data-bind="click: dontAsk">取消</button></div>
<div class="box" data-bind="visible: Sent"><b>動態碼簡訊發送成功</b><br />成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」<br /><button type="button" class="b" data-bind="click: dismiss">確定</button></div></div>
<div data-bind="visible: At2"><h3 data-bind="text: Heading2"></h3><table class="f"><tr><td class="l">網路帳號 / 主職員工編號</td><td data-bind="text: F_id"></td></tr><tr><td class="l">帳號姓名</td><td data-bind="text: F_name"></td></tr><tr><td class="l">主職單位</td><td data-bind="text: F_unit"></td></tr><tr><td class="l">有效期限</td><td data-bind="text: F_until"></td></tr>
<tr data-bind="visible: ShowAlias"><td class="l">雲端服務帳號<br />(電子郵件名稱)</td><td><input type="text" maxlength="64" data-bind="value: Alias" /> @ntuh.gov.tw <span class="dim">名稱長度限64字元內</span></td></tr>
<tr data-bind="visible: ShowPwd"><td class="l">＊雲端服務密碼</td><td><input type="password" data-bind="value: Cloud1" autocomplete="new-password" /> <span class="dim">8碼以上英數字，勿與Portal相同</span></td></tr><tr data-bind="visible: ShowPwd"><td class="l">＊再輸入一次</td><td><input type="password" data-bind="value: Cloud2" autocomplete="new-password" /> <span class="dim" data-bind="visible: Differ">兩次輸入不同</span></td></tr></table>
<p data-bind="visible: Has">本帳號已於先前啟用，電子郵件名稱為 <b data-bind="text: HasAlias"></b>@ntuh.gov.tw，如忘記密碼請用重置功能。</p>
<button type="button" class="b" data-bind="visible: ShowPwd, click: leave">取消啟用</button> <button type="button" class="b" data-bind="visible: Has, click: leave">離開</button> <button type="button" class="b" data-bind="visible: ShowAlias, click: activate">啟用雲端服務</button> <button type="button" class="b" data-bind="visible: IsReset, click: reset">確定重置</button><p class="dim">服務於設定完成隔日生效</p></div>
<div data-bind="visible: At3"><h3>作業完成</h3><div class="msg good" data-bind="text: Final"></div><button type="button" class="b" data-bind="click: leave">結束並登出</button></div>
<div class="msg" data-bind="visible: Msg, text: Msg"></div>""", """
var vm={};['Step','NetId','Code','Phone','Msg','F_id','F_name','F_unit','F_until','Alias','Cloud1','Cloud2','HasAlias','Final','Purpose'].forEach(function(k){vm[k]=nb.observable('');});vm.Step('0');
['Asking','Sent'].forEach(function(k){vm[k]=nb.observable(false);});
['0','1','2','3'].forEach(function(n){vm['At'+n]=nb.computed(function(){return vm.Step()===n;});});
vm.Heading=nb.computed(function(){return vm.Purpose()==='reset'?'重置雲端服務密碼':'啟用網路帳號及首次雲端帳號密碼設定';});vm.Heading2=nb.computed(function(){return vm.Purpose()==='reset'?'重置雲端服務密碼':'設定密碼與郵件別名';});
vm.IsReset=nb.computed(function(){return vm.Purpose()==='reset';});vm.Has=nb.computed(function(){return !!vm.HasAlias()&&!vm.IsReset();});vm.ShowAlias=nb.computed(function(){return !vm.IsReset()&&!vm.HasAlias();});vm.ShowPwd=nb.computed(function(){return vm.IsReset()||vm.ShowAlias();});
vm.Differ=nb.computed(function(){return !!vm.Cloud2()&&vm.Cloud1()!==vm.Cloud2();});
vm.openFirst=function(){vm.Purpose('first');vm.Step('1');};vm.openReset=function(){vm.Purpose('reset');vm.Step('1');};
vm.askPhone=function(){vm.Msg('');if(!/^[0-9]{6}$/.test(vm.NetId())){vm.Msg('請先填寫6位數的網路帳號');return;}vm.Phone('');vm.Asking(true);};vm.dontAsk=function(){vm.Asking(false);};vm.dismiss=function(){vm.Sent(false);};
vm.send=function(){vm.Msg('');nb.post('/svc/Send',nb.toJS(vm,['NetId','Phone']),function(j){if(j.Success){vm.Asking(false);vm.Sent(true);}else vm.Msg(j.Message);});};
vm.prove=function(){vm.Msg('');nb.post('/svc/Prove',nb.toJS(vm,['NetId','Code','Purpose']),function(j){if(!j.Success){vm.Msg(j.Message);return;}['F_id','F_name','F_unit','F_until','HasAlias'].forEach(function(k){vm[k](j[k]);});vm.Asking(false);vm.Sent(false);vm.Step('2');});};
vm.activate=function(){vm.Msg('');nb.post('/svc/Activate',nb.toJS(vm,['Alias','Cloud1','Cloud2']),function(j){if(j.Success){vm.Final(j.Message);vm.Step('3');}else vm.Msg(j.Message);});};
vm.reset=function(){vm.Msg('');nb.post('/svc/Reset',nb.toJS(vm,['Cloud1','Cloud2']),function(j){if(j.Success){vm.Final(j.Message);vm.Step('3');}else vm.Msg(j.Message);});};
vm.leave=function(){nb.post('/svc/Leave',{},function(){location.href='/';});};""", self._rev(visit), (f"HV={visit}; path=/; HttpOnly",))
        if not path.startswith("/svc/") or not self._json(request):
            return Response("Not found", 404)
        self.takes(request, NetId="employee_id", Phone="registered_phone", Code="code", Alias="alias", Cloud1="cloud_password", Cloud2="cloud_password_again")
        key = request.cookies.get("HV", "")
        visit = self.helps.get(key)
        if visit is None or not self._current(request, key):
            return self._answer(False, "畫面已過期，請重新整理再操作")
        rev = self._rev(key)
        if path == "/svc/Send":
            if request.get("NetId") != p.employee_id or request.get("Phone") != t.saved_contact.get("mobile_phone", p.mobile_phone):
                return self._answer(False, "手機門號不是這個帳號登記的門號，無法發送", Rev=rev)
            visit["code"], visit["at"] = t.new_message(), time.time()
            return self._answer(True, Rev=rev)
        if path == "/svc/Prove":
            fresh = time.time() - visit["at"] <= 120
            if request.get("NetId") != p.employee_id or not visit["code"] or request.get("Code").strip() != visit["code"] or not fresh:
                t.counts["code_refused"] += 1
                return self._answer(False, "動態碼有誤，請確認後再按下一步" if fresh else "動態碼超過2分鐘，請重發", Rev=rev)
            visit.update(code="", proved=True, purpose=request.get("Purpose"))
            t.sessions.add(f"account:{key}")
            t.counts["code_accepted"] += 1
            return self._answer(True, Rev=rev, F_id=p.employee_id, F_name=p.name, F_unit=p.unit, F_until=p.valid_until, HasAlias=t.alias)
        if path == "/svc/Leave":
            if visit["proved"]:
                t.sessions.discard(f"account:{key}")
                t.counts["sign_out_account"] += 1
            del self.helps[key]
            return self._answer(True)
        if not visit["proved"]:
            return self._answer(False, "請先完成身分驗證", Rev=rev)
        word = request.get("Cloud1")
        bad = "兩次密碼輸入不同" if word != request.get("Cloud2") else "密碼強度不足，需8碼以上並含英文及數字" if not self._strong(word) else "不可使用與Portal相同的密碼" if word == t.portal_password else ""
        if path == "/svc/Reset" and visit["purpose"] == "reset":
            bad = "此帳號尚未啟用雲端服務" if not t.alias else bad
            if bad:
                return self._answer(False, bad, Rev=rev)
            t.cloud_password = word
            return self._answer(True, "雲端服務密碼重置好了，即時生效。", Rev=rev)
        if path == "/svc/Activate" and visit["purpose"] == "first":
            alias = request.get("Alias").strip()
            if t.alias:
                return self._answer(False, "此帳號先前已啟用，不能再次啟用", Rev=rev)
            if not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", alias):
                bad = "郵件名稱格式不正確"
            elif alias.lower() == "taken.name":
                bad = "郵件名稱重複，請換一個"
            if bad:
                return self._answer(False, bad, Rev=rev)
            t.alias, t.cloud_password = alias, word
            t.counts["activated"] += 1
            return self._answer(True, f"雲端服務開通成功，您的信箱為 {alias}@ntuh.gov.tw，隔日即可使用。", Rev=rev)
        return self._answer(False, "不支援的作業", Rev=rev)

    # ------------------------------------------------------------------ webmail
    def mail(self, request: Request) -> Response:
        lib = self._lib(request)
        if lib:
            return lib
        t, path, sid = self.truth, request.path, request.cookies.get("WM", "")
        if path == "/vc.jpg":
            return self._picture("mail", "abcdefghjkmnpqrstuvwxyz123456789", 5)
        if path == "/":
            guest = secrets.token_hex(8)
            return self._page("電子郵件 WebMail", """<table class="f"><tr><td class="l">帳號:</td><td><input type="text" data-bind="value: User" /></td></tr><tr><td class="l">密碼:</td><td><input type="password" data-bind="value: Pass" /></td></tr><tr><td class="l"></td><td><img alt="" width="120" height="36" data-bind="attr: {src: Pic}" /></td></tr>
<tr><td class="l">驗證碼(小寫字母或數字):</td><td><input type="text" maxlength="5" data-bind="value: Vc, enterkey: go" /></td></tr><tr><td class="l"></td><td><input type="checkbox" id="rm" data-bind="checked: Keep" /><label for="rm">記住登入資訊 (公用電腦請勿勾選)</label></td></tr><tr><td></td><td><button type="button" class="b" data-bind="click: go">登　入</button></td></tr></table><div class="msg" data-bind="visible: Msg, text: Msg"></div>""", """
var vm={User:nb.observable(''),Pass:nb.observable(''),Vc:nb.observable(''),Keep:nb.observable(false),Msg:nb.observable(''),Pic:nb.observable('/vc.jpg?0'),go:function(){nb.post('/svc/Login',nb.toJS(vm,['User','Pass','Vc','Keep']),function(j){if(j.Success){location.href='/inbox';return;}vm.Msg(j.Message);vm.Vc('');vm.Pic('/vc.jpg?'+Math.random());});}};""", self._rev(guest), (f"MG={guest}; path=/; HttpOnly",))
        if path == "/svc/Login" and self._json(request):
            self.takes(request, User="mail_account", Pass="mail_password", Vc="captcha")
            if not self._current(request, request.cookies.get("MG", "")):
                return self._answer(False, "頁面過期，請重新整理")
            if not self._read_off("mail", request.get("Vc").strip()):
                return self._answer(False, "驗證碼錯誤")
            if not t.alias or request.get("User").strip().removesuffix("@ntuh.gov.tw") != t.alias or request.get("Pass") != t.cloud_password:
                return self._answer(False, "帳號或密碼錯誤")
            sid = secrets.token_hex(12)
            self.mailers.add(sid)
            t.sessions.add(f"mail:{sid}")
            t.counts["mail_sign_in"] += 1
            return self._answer(True, cookie=f"WM={sid}; path=/; HttpOnly")
        if sid in self.mailers and path == "/inbox":
            return self._page("電子郵件 WebMail", f"""<p>{t.alias}@ntuh.gov.tw　<a href="#" data-bind="click: out">登出</a></p><h3>收件匣</h3><table border="1"><tr><td>資訊室</td><td>雲端信箱啟用通知</td></tr></table>""", "var vm={out:function(){nb.post('/svc/Logout',{},function(){location.href='/';});}};", self._rev(sid))
        if sid in self.mailers and path == "/svc/Logout" and self._json(request) and self._current(request, sid):
            self.mailers.discard(sid)
            t.sessions.discard(f"mail:{sid}")
            t.counts["sign_out_mail"] += 1
            return self._answer(True)
        return redirect("/")

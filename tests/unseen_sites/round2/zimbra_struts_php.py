"""Three houses in one: a Struts 1 portal with a profile page of tabs, a PHP account site with Bootstrap 3, and Zimbra's own webmail."""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

TOKEN = "org.apache.struts.taglib.html.TOKEN"


def jsp(title: str, body: str, load: str = "", head: str = "", more: tuple = ()) -> Response:
    return Response(f'\n\n\n\n<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN">\n<html:html>\n<head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><title>{title}</title>\n<link href="/portal/css/style.css" rel="stylesheet" type="text/css">\n{head}</head>\n<body{load}>\n{body}\n</body>\n</html:html>\n', headers=list(more))


class TheSite(Site):
    title = "Struts tabs, PHP account site, Zimbra"

    def __init__(self) -> None:
        super().__init__()
        self.tokens: dict[str, str] = {}
        self.web: dict[str, str] = {}
        self.php: dict[str, dict] = {}
        self.zcsrf: set[str] = set()

    def save_token(self, who: str) -> str:
        """Struts' saveToken: one for each rendered form."""
        value = secrets.token_hex(16)
        self.tokens[value] = who
        return f'<input type="hidden" name="{TOKEN}" value="{value}">'

    def valid(self, request: Request, who: str) -> bool:
        return self.tokens.pop(request.get(TOKEN), None) == who

    # ------------------------------------------------------------------ portal
    def portal(self, request: Request) -> Response:
        t = self.truth
        path, _, matrix = request.path.partition(";jsessionid=")
        sid = request.cookies.get("JSESSIONID") or matrix
        if path in ("/", "/portal", "/portal/"):
            return redirect("/portal/login.do")
        if path == "/portal/image.do":
            return Response(picture(t.new_captcha(), "JPEG"), kind="image/jpeg", headers=[("Pragma", "No-cache")])
        if path == "/portal/login.do" and request.method == "GET":
            fresh = secrets.token_hex(16).upper()
            self.web[fresh] = ""
            out = self.login(fresh)
            out.headers.append(("Set-Cookie", f"JSESSIONID={fresh}; Path=/"))
            return out
        if path == "/portal/login.do":
            return self.sign_in(request, sid)
        ticket = self.web.get(sid, "")
        if path == "/portal/logout.do":
            ticket = request.query.get("SESSION", ticket)
            if f"portal:{ticket}" in t.sessions:
                t.sessions.discard(f"portal:{ticket}")
                t.counts["sign_out_portal"] += 1
            return redirect("/portal/login.do")
        if not ticket or f"portal:{ticket}" not in t.sessions:
            return jsp("錯誤", '<p class="err">您尚未登入或閒置過久！</p><a href="/portal/login.do" target="_top">重新登入</a>')
        if path == "/portal/index.do":
            return self.index(sid)
        if path == "/portal/dispatch.do" and request.method == "POST":
            self.takes(request)
            if request.get("prog") != "psn":
                return jsp("訊息", '<p>您無此系統之使用權限。</p><a href="/portal/index.do">回首頁</a>')
            return jsp("轉址中", f'<form name="f" method="post" action="{self.urls["inner"]}/emp/profile.do"><input type="hidden" name="SESSION" value="{ticket}"><input type="hidden" name="prog" value="psn"><p>系統轉址中，請稍候...</p><input type="submit" value="若未自動轉址請按此"></form>', ' onload="document.f.submit()"')
        return Response("HTTP Status 404 - /portal", 404)

    def login(self, sid: str, error: str = "", typed: str = "") -> Response:
        hosp = "".join(f'<option value="{v}">{n}</option>' for v, n in (("01", "總院區"), ("02", "北護分院"), ("03", "金山分院"), ("04", "新竹分院"), ("05", "竹東分院"), ("06", "雲林分院")))
        return jsp("醫療資訊系統", f"""<form name="loginForm" method="post" action="/portal/login.do;jsessionid={sid}">{self.save_token("login")}<input type="hidden" name="cmd" value="">
<div class="logo"><img src="/portal/images/title.jpg" alt="台大醫院 醫療資訊系統"></div>
<table border="0" class="login"><tr><th>院&nbsp;&nbsp;&nbsp;&nbsp;區</th><td><select name="hospCode">{hosp}</select></td></tr>
<tr><th>帳&nbsp;&nbsp;&nbsp;&nbsp;號</th><td><input type="text" name="userId" maxlength="10" value="{escape(typed)}"></td></tr>
<tr><th>密&nbsp;&nbsp;&nbsp;&nbsp;碼</th><td><input type="password" name="passwd" value=""></td></tr>
<tr><th>驗證碼</th><td><input type="text" name="checkCode" maxlength="6" size="8"><img src="/portal/image.do;jsessionid={sid}" align="top" alt="驗證圖">(不用區分大小寫)</td></tr>
<tr><td colspan="2" align="center"><a href="javascript:doSubmit('login');"><img src="/portal/images/btn_login.gif" border="0" alt="登入"></a> <a href="javascript:document.loginForm.reset();"><img src="/portal/images/btn_reset.gif" border="0" alt="重填"></a></td></tr></table></form>
<font color="red"><b>{error}</b></font>""", head="""<script type="text/javascript">
function doSubmit(cmd) {
  document.loginForm.cmd.value = cmd;
  document.loginForm.submit();
}
</script>""")

    def sign_in(self, request: Request, sid: str) -> Response:
        self.takes(request, hospCode="campus", userId="employee_id", passwd="portal_password", checkCode="captcha")
        t, typed = self.truth, request.get("userId").strip()
        if sid not in self.web or not self.valid(request, "login") or request.get("cmd") != "login":
            return jsp("錯誤", '<p class="err">重複送出或畫面逾時(token error)</p><a href="/portal/login.do">重新登入</a>')
        right, t.captcha = t.captcha, ""
        if not right or request.get("checkCode").strip().upper() != right:
            error = "驗證圖片的文字輸入不對，請重新輸入"
        elif typed != t.person.employee_id or request.get("passwd") != t.portal_password:
            error = "登入失敗，請檢查您的帳號及密碼 [E0102]"
        elif request.get("hospCode") != "01":
            error = "登入失敗，您不屬於該院區 [E0107]"
        else:
            self.web[sid] = secrets.token_hex(16)
            t.sessions.add(f"portal:{self.web[sid]}")
            t.counts["sign_in"] += 1
            return jsp("登入成功", "<p>登入成功，載入中...</p>", head='<script type="text/javascript">location.href="/portal/index.do";</script>')
        t.counts["sign_in_refused"] += 1
        return self.login(sid, error, typed)

    def index(self, sid: str) -> Response:
        items = "".join(f"<td><a href=\"javascript:go('{c}');\"><img src=\"/portal/images/{c}.gif\" alt=\"\" border=\"0\"><br>{n}</a></td>" for c, n in (("med", "醫療系統"), ("sup", "醫療支援"), ("oth", "其他資源"), ("lms", "數位學習"), ("sec", "資訊安全"), ("adm", "行政系統"), ("psn", "個人管理")))
        return jsp("首頁", f"""<table width="100%"><tr><td>{self.truth.person.name} 您好!</td><td align="right"><a href="/portal/logout.do">登出</a></td></tr></table>
<form name="goForm" method="post" action="/portal/dispatch.do"><input type="hidden" name="prog" value=""></form><table class="apps"><tr align="center">{items}</tr></table>
<h4>全院公告</h4><ul><li>2019/10/21 請全院同仁填報「薪資所得免稅額申報表」</li></ul>""", head='<script type="text/javascript">\nfunction go(prog) { document.goForm.prog.value = prog; document.goForm.submit(); }\n</script>')

    # ------------------------------------------------------------------ inner: one page of tabs
    def inner(self, request: Request) -> Response:
        t = self.truth
        ticket = request.get("SESSION") or request.cookies.get("EMPSID", "")
        if f"portal:{ticket}" not in t.sessions:
            return jsp("錯誤", f'<p class="err">請由入口網站登入後使用！</p><a href="{self.urls["portal"]}/">入口網站</a>')
        cookie = (("Set-Cookie", f"EMPSID={ticket}; Path=/"),)
        if request.path == "/emp/password.do" and request.method == "POST":
            return self.do_password(request, ticket)
        if request.path == "/emp/contact.do" and request.method == "POST":
            return self.do_contact(request, ticket)
        if request.path == "/emp/sign.do" and request.method == "POST":
            self.takes(request)
            return self.profile(ticket, sign="設定已儲存")
        if request.path == "/emp/profile.do":
            self.takes(request)
            return self.profile(ticket, more=cookie)
        return Response("HTTP Status 404", 404)

    FIELDS = [("engSurname", "english_surname", "英文姓：", "ex:Chen(陳)"), ("engFirstName", "english_given", "英文首名：", "ex: Yi-Fen(怡芬) (說明)"), ("engMiddleName", "english_middle", "英文中名：", "ex:Mary 為英文別名，如無，可不填"),
              ("officeTel", "office_phone", "辦公室電話：", "ex:61234或23123456"), ("homeTel", "home_phone", "住宅電話：", "ex:0223123456"), ("mobileTel", "mobile_phone", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")]

    def profile(self, ticket: str, pwd: str = "", contact: str = "", sign: str = "", more: tuple = ()) -> Response:
        t = self.truth
        tabs = [("tab-pwd", "更改密碼"), ("tab-sign", "個人簽章提醒設定"), ("tab-tax", "薪資所得免稅額申報表"), ("tab-find", "查詢員工連絡資料"), ("tab-contact", "維護個人連絡資料"), ("tab-med", "個人就醫紀錄查詢")]
        on = "tab-contact" if contact else "tab-sign" if sign else "tab-pwd"
        heads = "".join(f'<li{" class=on" if i == on else ""}><a href="#{i}" onclick="showTab(\'{i}\')">{n}</a></li>' for i, n in tabs)
        rows = "".join(f'<tr><td class="lab">{label}</td><td><input type="text" name="{n}" value="{escape(t.saved_contact.get(key, getattr(t.person, key)))}" maxlength="40"></td><td class="ex">{hint}</td></tr>\n' for n, key, label, hint in self.FIELDS)
        return jsp("個人管理", f"""<h2>個人管理</h2><ul id="tabs">{heads}</ul>
<div id="tab-pwd" class="tab"><a name="tab-pwd"></a><form name="passwordForm" method="post" action="/emp/password.do" autocomplete="off">{self.save_token("pwd" + ticket)}<span class="msg">{pwd}</span>
<table><tr><td>請輸入舊密碼：</td><td><input type="password" name="oldPassword"></td></tr><tr><td>請輸入新密碼：</td><td><input type="password" name="newPassword"></td></tr><tr><td>請再輸入新密碼：</td><td><input type="password" name="newPassword2"></td></tr><tr><td>密碼強度檢核：</td><td><div id="bar"></div></td></tr></table>
<input type="submit" value="確認變更"><p>密碼設定條件：<br>1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字</p></form></div>
<div id="tab-sign" class="tab"><a name="tab-sign"></a><form name="signForm" method="post" action="/emp/sign.do">{self.save_token("sign" + ticket)}<span class="msg">{sign}</span>提醒信箱：<input type="text" name="remindMail" value=""> <input type="submit" value="儲存"></form></div>
<div id="tab-tax" class="tab"><a name="tab-tax"></a><p>非申報期間。</p></div>
<div id="tab-find" class="tab"><a name="tab-find"></a><form name="findForm" method="get" action="/emp/profile.do">姓名：<input type="text" name="q"> 電話：<input type="text" name="tel"> <input type="submit" value="查詢"></form></div>
<div id="tab-contact" class="tab"><a name="tab-contact"></a><form name="contactForm" method="post" action="/emp/contact.do">{self.save_token("con" + ticket)}<h3>台大醫院---維護個人連絡資料</h3><input type="submit" value="異動儲存"> <span class="msg">{contact}</span>
<table><tr><td class="lab">員工編號：</td><td colspan="2">{t.person.employee_id}　姓名：{t.person.name}</td></tr>
{rows}</table></form></div>
<div id="tab-med" class="tab"><a name="tab-med"></a><p>查無資料。</p></div>
<hr><a href="{self.urls["portal"]}/portal/index.do">回功能選單</a> | <a href="{self.urls["portal"]}/portal/logout.do?SESSION={ticket}">登出系統</a>""", f' onload="showTab(location.hash ? location.hash.substr(1) : \'{on}\')"', """<script type="text/javascript">
function showTab(id) {
  var d = document.getElementsByTagName('div');
  for (var i = 0; i < d.length; i++) if (d[i].className == 'tab') d[i].style.display = d[i].id == id ? '' : 'none';
}
</script>""", more)

    def do_password(self, request: Request, ticket: str) -> Response:
        self.takes(request, oldPassword="old_password", newPassword="new_password", newPassword2="new_password_again")
        t, old, new = self.truth, request.get("oldPassword"), request.get("newPassword")
        if not self.valid(request, "pwd" + ticket):
            return self.profile(ticket, pwd="畫面已逾時，請重新輸入")
        if old != t.portal_password:
            said = "原密碼驗證錯誤 [E0201]"
        elif not re.fullmatch(r"(?=.*[A-Za-z])(?=.*[0-9]).{8,}", new):
            said = "新密碼格式不符 [E0202]"
        elif new != request.get("newPassword2"):
            said = "兩次輸入之新密碼不符 [E0203]"
        elif new == old:
            said = "新密碼不可與原密碼相同 [E0204]"
        else:
            t.portal_password = new
            t.counts["password_changed"] += 1
            return self.profile(ticket, pwd="密碼異動成功")
        t.counts["password_refused"] += 1
        return self.profile(ticket, pwd=said)

    def do_contact(self, request: Request, ticket: str) -> Response:
        self.takes(request, mobileTel="mobile_phone")
        if not self.valid(request, "con" + ticket):
            return self.profile(ticket, contact="畫面已逾時，請重新輸入")
        if not all(request.has(n) for n, *_ in self.FIELDS) or not re.fullmatch(r"09\d{8}", request.get("mobileTel")):
            return self.profile(ticket, contact="行動電話輸入錯誤 [E0301]")
        self.truth.saved_contact = {key: request.get(n) for n, key, *_ in self.FIELDS}
        self.truth.counts["contact_saved"] += 1
        return self.profile(ticket, contact="資料更新成功 [I0300]")

    # ------------------------------------------------------------------ account: index.php
    def account(self, request: Request) -> Response:
        t, key = self.truth, request.cookies.get("PHPSESSID", "")
        if request.path not in ("/", "/index.php"):
            return Response("<h1>Not Found</h1><hr><address>Apache/2.4.6 (CentOS) PHP/5.4.16</address>", 404)
        if key not in self.php:
            key = secrets.token_hex(13)
            self.php[key] = {"id": key, "emp": "", "code": "", "at": 0.0, "ok": "", "say": "", "nonce": ""}
        me = self.php[key]
        p = request.query.get("p", "rule")
        if request.method == "POST":
            self.takes(request, emp_id="employee_id", otp="code", phone="registered_phone", mail_alias="alias", pwd1="cloud_password", pwd2="cloud_password_again")
            good = bool(me["nonce"]) and request.get("nonce") == me["nonce"]
            me["nonce"] = ""
            if good:
                out = {"first": self.php_verify, "reset": self.php_verify, "alias": self.php_alias, "pwd": self.php_pwd}.get(p, lambda *_: redirect("index.php"))(request, me, p)
            else:
                me["say"] = "error|表單已過期，請重新操作"
                out = redirect("index.php?p=" + (p if p in ("first", "reset") else "rule"))
        elif p == "end":
            if f"account:{key}" in t.sessions:
                t.sessions.discard(f"account:{key}")
                t.counts["sign_out_account"] += 1
            self.php.pop(key)
            return redirect("index.php", ("Set-Cookie", "PHPSESSID=deleted; path=/; Max-Age=0"))
        elif p in ("first", "reset"):
            out = self.verify(me, p)
        elif p == "alias" and me["ok"] == "first":
            out = self.alias(me)
        elif p == "pwd" and me["ok"] == "reset":
            out = self.pwd(me)
        elif p == "vendor":
            out = self.html(me, "<p>請洽資訊室。</p>")
        else:
            out = self.rule(me)
        out.headers.append(("Set-Cookie", f"PHPSESSID={key}; path=/"))
        return out

    @staticmethod
    def html(me: dict, body: str, title: str = "網路帳號服務") -> Response:
        kind, _, said = me["say"].partition("|")
        me["say"] = ""
        call = {"swal": f"swal('{said}', '', 'success');", "error": f"toastr.error('{said}');", "": ""}[kind]
        return Response(f"""<!DOCTYPE html>
<html lang="zh-Hant-TW"><head><meta charset="utf-8"><title>{title}</title><link href="css/bootstrap.min.css" rel="stylesheet"><style>.modal{{display:none}} .modal.in{{display:block}}</style></head>
<body><nav class="navbar navbar-default"><a class="navbar-brand" href="index.php">NTUH Account</a></nav><div class="container">
{body}
</div>
<script>
var toastr = {{ error: function (m) {{ alert(m); }} }};
function swal(a, b, c) {{ alert(a); }}
var t = document.querySelectorAll('[data-toggle=modal],[data-dismiss=modal]');
for (var i = 0; i < t.length; i++) t[i].onclick = function () {{ var m = document.querySelector('.modal'); m.className = this.getAttribute('data-toggle') ? 'modal in' : 'modal'; return false; }};
{call}
</script></body></html>""")

    @staticmethod
    def nonce(me: dict) -> str:
        me["nonce"] = secrets.token_hex(10)
        return f'<input type="hidden" name="nonce" value="{me["nonce"]}">'

    def rule(self, me: dict) -> Response:
        return self.html(me, """<p class="lead">說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<div class="panel panel-info"><div class="panel-heading">《規範》</div><div class="panel-body">網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li></ul></div></div>
<div class="panel panel-default"><div class="panel-heading">《常見問題與服務》</div><div class="panel-body"><b>密碼修改後多久可以生效</b><p>即時生效。</p><b>忘記密碼</b><p>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></div></div>
<a class="btn btn-primary btn-lg btn-block" href="index.php?p=first"><span class="glyphicon glyphicon-cloud"></span> 啟用網路帳號及首次雲端帳號密碼設定</a><p class="help-block">啟用本院微軟相關服務，如：Office365, Outlook...</p>
<a class="btn btn-warning btn-lg btn-block" href="index.php?p=reset"><span class="glyphicon glyphicon-lock"></span> 重置雲端服務密碼</a><p class="help-block">重設非Portal帳號的密碼</p>
<a class="btn btn-default btn-lg btn-block" href="index.php?p=vendor">總院廠商VPN展延申請</a>""")

    def verify(self, me: dict, p: str) -> Response:
        return self.html(me, f"""<h3>{"啟用網路帳號及首次雲端帳號密碼設定" if p == "first" else "重置雲端服務密碼"}</h3>
<form class="form-horizontal" name="f1" method="post" action="index.php?p={p}">{self.nonce(me)}
<div class="form-group"><label class="col-sm-3 control-label" for="emp">網路帳號 / 主職員工編號</label><div class="col-sm-5"><div class="input-group"><input class="form-control" name="emp_id" value="{escape(me["emp"])}" maxlength="6"><span class="input-group-btn"><button type="button" class="btn btn-info" data-toggle="modal" data-target="#smsModal"><i class="glyphicon glyphicon-phone"></i> 發送簡訊動態碼</button></span></div></div></div>
<div class="form-group"><label class="col-sm-3 control-label">簡訊(或MOTP)動態碼</label><div class="col-sm-5"><input class="form-control" name="otp" value=""></div></div>
<div class="modal" id="smsModal" role="dialog"><div class="modal-dialog"><div class="modal-content"><div class="modal-header"><button type="button" class="close" data-dismiss="modal">&times;</button></div><div class="modal-body"><p>請輸入帳號登記的手機門號(10碼)</p><input class="form-control" name="phone" maxlength="10"></div>
<div class="modal-footer"><button type="submit" class="btn btn-primary" name="do" value="send">確定發送</button> <button type="button" class="btn btn-default" data-dismiss="modal">取消</button></div></div></div></div>
<div class="form-group"><div class="col-sm-offset-3"><button type="submit" class="btn btn-success" name="do" value="next">下一步 <i class="glyphicon glyphicon-chevron-right"></i></button></div></div></form>
<div class="well"><b>注意事項</b><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div>""")

    def php_verify(self, request: Request, me: dict, p: str) -> Response:
        t = self.truth
        me["emp"] = request.get("emp_id").strip()
        known = me["emp"] == t.person.employee_id
        if request.get("do") == "send":
            if not known:
                me["say"] = "error|查無此員工編號"
            elif request.get("phone").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                me["say"] = "error|手機門號與系統登記不符，未發送"
            else:
                me["code"], me["at"] = t.new_message(), time.monotonic()
                me["say"] = "swal|動態碼簡訊發送成功，成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"
        elif request.get("do") == "next":
            late = time.monotonic() - me["at"] > 120
            if known and me["code"] and request.get("otp").strip() == me["code"] and not late:
                me["ok"], me["code"] = p, ""
                t.sessions.add(f"account:{me['id']}")
                t.counts["code_accepted"] += 1
                return redirect("index.php?p=" + ("alias" if p == "first" else "pwd"))
            t.counts["code_refused"] += 1
            me["say"] = "error|動態碼已逾時" if me["code"] and late else "error|動態碼輸入錯誤"
        return redirect("index.php?p=" + p)

    def alias(self, me: dict) -> Response:
        t, q = self.truth, self.truth.person
        facts = "".join(f'<tr><th class="active">{k}</th><td>{v}</td></tr>' for k, v in (("網路帳號 / 主職員工編號", q.employee_id), ("帳號姓名", q.name), ("主職單位", q.unit), ("有效期限", q.valid_until)))
        if t.alias:
            return self.html(me, f'<h3>設定密碼與郵件別名</h3><table class="table table-bordered">{facts}<tr><th>雲端服務帳號</th><td>{escape(t.alias)}@ntuh.gov.tw <span class="label label-success">已啟用</span></td></tr></table><p>您的雲端服務帳號狀態為已啟用，郵件別名無法修改。</p><a class="btn btn-default" href="index.php?p=end">結束</a>')
        return self.html(me, f"""<h3>設定密碼與郵件別名</h3><form method="post" action="index.php?p=alias">{self.nonce(me)}<table class="table table-bordered">{facts}
<tr><th class="active">雲端服務帳號 (電子郵件名稱)</th><td><div class="input-group"><input class="form-control" name="mail_alias" maxlength="64"><span class="input-group-addon">@ntuh.gov.tw</span></div><small>名稱長度限64字元內</small></td></tr>
<tr><th class="active">雲端服務密碼</th><td><input type="password" class="form-control" name="pwd1" placeholder="8碼以上英數字"></td></tr><tr><th class="active">雲端服務密碼確認</th><td><input type="password" class="form-control" name="pwd2" placeholder="請再輸入一次"></td></tr></table>
<a class="btn btn-default" href="index.php?p=end">取消啟用</a> <button class="btn btn-danger" type="submit"><i class="glyphicon glyphicon-ok"></i> 啟用雲端服務</button> 服務於設定完成隔日生效</form>""")

    @staticmethod
    def weak(request: Request) -> str:
        one = request.get("pwd1")
        if not re.fullmatch(r"(?=.*[A-Za-z])(?=.*\d).{8,}", one):
            return "error|密碼須8碼以上且包含英文與數字"
        return "" if one == request.get("pwd2") else "error|兩次密碼輸入不相同"

    def php_alias(self, request: Request, me: dict, p: str) -> Response:
        t, name = self.truth, request.get("mail_alias").strip()
        if me["ok"] != "first":
            return redirect("index.php")
        me["say"] = ("error|您已啟用過雲端服務" if t.alias else "error|郵件名稱只能用英文、數字、點、減號、底線" if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", name) else "error|郵件名稱已有人使用" if name.lower() == "taken.name" else self.weak(request))
        if not me["say"]:
            t.alias, t.cloud_password = name, request.get("pwd1")
            t.counts["activated"] += 1
            me["say"] = "swal|帳號啟用成功！"
        return redirect("index.php?p=alias")

    def pwd(self, me: dict) -> Response:
        return self.html(me, f'<h3>重置雲端服務密碼</h3><form method="post" action="index.php?p=pwd">{self.nonce(me)}<div class="form-group"><label>新密碼<input type="password" class="form-control" name="pwd1"></label></div><div class="form-group"><label>新密碼確認<input type="password" class="form-control" name="pwd2"></label></div><button class="btn btn-danger">送出</button> <a class="btn btn-default" href="index.php?p=end">結束</a></form>')

    def php_pwd(self, request: Request, me: dict, p: str) -> Response:
        if me["ok"] != "reset":
            return redirect("index.php")
        me["say"] = self.weak(request) if self.truth.alias else "error|此帳號還沒啟用"
        if not me["say"]:
            self.truth.cloud_password = request.get("pwd1")
            me["say"] = "swal|密碼重置完成"
        return redirect("index.php?p=pwd")

    # ------------------------------------------------------------------ mail: Zimbra
    def mail(self, request: Request) -> Response:
        t, auth = self.truth, request.cookies.get("ZM_AUTH_TOKEN", "")
        if request.path == "/zimbra/captcha":
            return Response(picture(t.new_captcha("abcdefghijkmnpqrstuvwxyz23456789", 5), "PNG"), kind="image/png", headers=[("Cache-Control", "no-store")])
        if request.method == "POST":
            self.takes(request, username="mail_account", password="mail_password", zcaptcha="captcha")
            right, t.captcha = t.captcha, ""
            known, csrf = t.alias and t.cloud_password, request.get("login_csrf")
            if csrf not in self.zcsrf or request.get("loginOp") != "login":
                return self.zimbra("您的作業階段已到期，請重新登入。")
            self.zcsrf.discard(csrf)
            if not right or request.get("zcaptcha") != right:
                return self.zimbra("驗證碼錯誤，請再試一次。")
            if not known or request.get("username").split("@")[0] != t.alias or request.get("password") != t.cloud_password:
                return self.zimbra("使用者名稱或密碼不正確。請確認 Caps Lock 沒有打開，然後重新輸入使用者名稱和密碼。")
            auth = "0_" + secrets.token_hex(20)
            t.sessions.add(f"mail:{auth}")
            t.counts["mail_sign_in"] += 1
            return redirect("/h/search?mesg=welcome&init=true", ("Set-Cookie", f"ZM_AUTH_TOKEN={auth}; Path=/; HttpOnly"))
        if f"mail:{auth}" not in t.sessions:
            return self.zimbra("")
        if request.query.get("loginOp") == "logout":
            t.sessions.discard(f"mail:{auth}")
            t.counts["sign_out_mail"] += 1
            return redirect("/", ("Set-Cookie", "ZM_AUTH_TOKEN=; Path=/; Max-Age=0"))
        return Response(f'<!DOCTYPE html><html><head><title>Zimbra: 收件匣</title></head><body><table><tr><td>{escape(t.alias)}@ntuh.gov.tw</td><td><form action="/h/search" method="get"><input name="sq" value="in:inbox"><input type="submit" value="搜尋"></form></td><td><a href="/?loginOp=logout">登出</a></td></tr></table><a href="/h/search?sfi=2">收件匣 (1)</a><table><tr><td>系統管理員</td><td>Zimbra 使用說明</td></tr></table></body></html>')

    def zimbra(self, said: str) -> Response:
        csrf = secrets.token_hex(16)
        self.zcsrf.add(csrf)
        return Response(f"""<!DOCTYPE html><html class="user_font_system" lang="zh_TW"><head><meta charset="utf-8"><title>Zimbra 網頁用戶端登入</title></head><body onload="document.loginForm.username.focus()"><div class="LoginScreen"><div class="center"><h1><a href="http://www.zimbra.com/" id="bannerLink"><span class="ImgLoginBanner"></span></a></h1>
{f'<div id="ZLoginErrorPanel"><table><tr><td><img src="/img/dwt/ImgCritical_32.png" alt="錯誤"></td><td>{said}</td></tr></table></div>' if said else ''}
<form method="post" name="loginForm" action="/" accept-charset="UTF-8"><input type="hidden" name="loginOp" value="login"/><input type="hidden" name="login_csrf" value="{csrf}"/><table class="form" style="width:90%">
<tr><td><label for="username">帳號:</label></td><td><input id="username" class="zLoginField" name="username" type="text" value="" size="40" maxlength="1024" autocapitalize="off"/></td></tr><tr><td><label for="password">密碼:</label></td><td><input id="password" autocomplete="off" class="zLoginField" name="password" type="password" value="" size="40" maxlength="1024"/></td></tr>
<tr><td><label for="zcaptcha">驗證碼(小寫字母或數字):</label></td><td><input id="zcaptcha" name="zcaptcha" type="text"/> <img src="/zimbra/captcha?{secrets.randbelow(10**6)}" alt=""/></td></tr>
<tr><td>&nbsp;</td><td class="submitTD"><input id="remember" value="1" type="checkbox" name="zrememberme"/><label for="remember">記住登入資訊 (公用電腦請勿勾選)</label><input type="submit" value="登入" class="ZLoginButton DwtButton"/></td></tr></table>
<table class="form"><tr><td><label for="client">版本:</label> <select id="client" name="client"><option value="preferred" selected>預設</option><option value="advanced">進階 (Ajax)</option><option value="standard">標準 (HTML)</option></select></td></tr></table></form><div class="decor1">公佈欄 ※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls["account"]}/">{self.urls["account"]}</a></div></div></div></body></html>""")

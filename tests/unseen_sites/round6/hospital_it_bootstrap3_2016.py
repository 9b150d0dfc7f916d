"""資訊室自行開發：CodeIgniter 3 + Bootstrap 3，訊息都走 flashdata。"""

from __future__ import annotations

import hashlib
import re
import secrets
import sys
import time
from html import escape as h
from typing import Any

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402

MD5_JS = r"""/* 密碼雜湊：資訊室共用函式庫 2016/03 */
function hex_md5(str) {
  var s = unescape(encodeURIComponent(str)), n = s.length, k = [], r = [7,12,17,22,5,9,14,20,4,11,16,23,6,10,15,21], w = [], i, j;
  for (i = 0; i < 64; i++) k[i] = Math.floor(Math.abs(Math.sin(i + 1)) * 4294967296) | 0;
  var len = (((n + 8) >> 6) + 1) * 16;
  for (i = 0; i < len; i++) w[i] = 0;
  for (i = 0; i < n; i++) w[i >> 2] |= s.charCodeAt(i) << ((i % 4) * 8);
  w[n >> 2] |= 0x80 << ((n % 4) * 8);
  w[len - 2] = n * 8;
  var a0 = 1732584193, b0 = -271733879, c0 = -1732584194, d0 = 271733878;
  for (j = 0; j < len; j += 16) {
    var a = a0, b = b0, c = c0, d = d0, f, g, t;
    for (i = 0; i < 64; i++) {
      if (i < 16) { f = (b & c) | (~b & d); g = i; }
      else if (i < 32) { f = (d & b) | (~d & c); g = (5 * i + 1) % 16; }
      else if (i < 48) { f = b ^ c ^ d; g = (3 * i + 5) % 16; }
      else { f = c ^ (b | ~d); g = (7 * i) % 16; }
      t = d; d = c; c = b;
      var x = (a + f + k[i] + w[j + g]) | 0, q = r[(i >> 4) * 4 + i % 4];
      b = (b + ((x << q) | (x >>> (32 - q)))) | 0; a = t;
    }
    a0 = (a0 + a) | 0; b0 = (b0 + b) | 0; c0 = (c0 + c) | 0; d0 = (d0 + d) | 0;
  }
  var out = '', v = [a0, b0, c0, d0];
  for (i = 0; i < 16; i++) out += ('0' + ((v[i >> 2] >>> ((i % 4) * 8)) & 255).toString(16)).slice(-2); return out;
}
// 送出前把密碼欄換成 MD5，避免明碼在網路上傳送
function CheckAndSetPassTextBox(id) {
  var box = document.getElementById(id);
  if (box.value == '') { alert('請輸入密碼'); return false; }
  box.value = hex_md5(box.value);
  return true;
}
"""


class TheSite(Site):
    title = "hospital_it_bootstrap3_2016"
    def __init__(self) -> None:
        super().__init__()
        self.ci: dict[str, dict[str, Any]] = {}
        self.ticket: dict[str, str] = {}  # SESSION -> ci_session

    # ======================= 共用 =======================
    def _run(self, request: Request, router: Any) -> Response:
        name = "ci_session" if request.host in ("portal", "inner") else f"ci_session_{request.host}"
        if request.path == "/assets/js/md5.js":
            return Response(MD5_JS, 200, "application/javascript; charset=utf-8")
        if request.path.startswith("/assets/"):
            return Response("", 404, "text/plain")
        sid = request.cookies.get(name, "")
        new = self.ci.get(sid, {}).get("host") != request.host
        if new:
            sid = secrets.token_hex(20)
            self.ci[sid] = {"host": request.host, "sid": sid, "hash": secrets.token_hex(16)}
        ses = self.ci[sid]
        if request.method == "POST":
            good = request.get("csrf_ntuh") == ses["hash"]
            ses["hash"] = secrets.token_hex(16)  # csrf_regenerate = TRUE
            if not good:
                self.takes(request)
                return Response("<!DOCTYPE html><html lang=\"en\"><head><title>Error</title></head><body><div id=\"container\"><h1>An Error Was Encountered</h1><p>The action you have requested is not allowed.</p></div></body></html>", 403)
        path = request.path.removeprefix("/index.php").strip("/")
        answer = router(request, path, ses)
        if new:
            answer.headers.append(("Set-Cookie", f"{name}={sid}; expires=Fri, 31-Dec-2049 00:00:00 GMT; Max-Age=7200; path=/; HttpOnly"))
        return answer
    @staticmethod
    def _hid(ses: dict[str, Any]) -> str:
        return f'<input type="hidden" name="csrf_ntuh" value="{ses["hash"]}" style="display:none;" />'
    @staticmethod
    def _flashdata(ses: dict[str, Any]) -> str:
        if "flash" not in ses:
            return ""
        kind, text = ses.pop("flash")
        return f"""
    <!-- 系統訊息 (flashdata) -->
    <div class="alert alert-{kind} alert-dismissible" role="alert">
      <button type="button" class="close" data-dismiss="alert" aria-label="Close"><span aria-hidden="true">&times;</span></button>
      <i class="fa fa-info-circle"></i> {h(text)}
    </div>"""
    def _view(self, title: str, nav: str, body: str, foot: str = "") -> Response:
        return Response(f"""<!DOCTYPE html>
<html lang="zh-Hant-TW">
<head>
  <meta charset="utf-8">
  <meta http-equiv="X-UA-Compatible" content="IE=edge">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>{title}</title>
  <!-- Bootstrap 3.3.6，院內網無法連 CDN 故放本機 -->
  <link href="/assets/css/bootstrap.min.css" rel="stylesheet">
  <link href="/assets/css/font-awesome.min.css" rel="stylesheet">
  <!--[if lt IE 9]><script src="/assets/js/html5shiv.min.js"></script><![endif]-->
</head>
<body>
{nav}
<div class="container">
{body}
</div>
<footer class="footer"><div class="container"><p class="text-muted">資訊室 製作維護 分機 261120　建議使用 Chrome 或 IE10 以上</p></div></footer>
<script src="/assets/js/jquery-1.12.4.min.js"></script>
<script src="/assets/js/bootstrap.min.js"></script>
{foot}
</body>
</html>""")
    def _yzm(self, ses: dict[str, Any], letters: str | None, size: int) -> Response:
        ses["captcha"] = self.truth.new_captcha(letters, size) if letters else self.truth.new_captcha(length=size)
        return Response(picture(ses["captcha"], "GIF"), 200, "image/gif", [("Cache-Control", "no-store")])
    def _yzm_check(self, ses: dict[str, Any], text: str) -> bool:
        real = ses.pop("captcha", "")
        same = real != "" and real == self.truth.captcha and text.strip().lower() == real.lower()
        self.truth.captcha = ""
        return same
    @staticmethod
    def _rule(pw: str) -> bool:
        return len(pw) >= 8 and bool(re.search("[a-zA-Z]", pw)) and bool(re.search("[0-9]", pw))

    # ======================= 入口 =======================
    def portal(self, request: Request) -> Response:
        return self._run(request, self._portal)
    def _portal(self, request: Request, path: str, ses: dict[str, Any]) -> Response:
        if path == "auth/captcha":
            return self._yzm(ses, None, 6)
        if path == "auth/do_login" and request.method == "POST":
            return self._do_login(request, ses)
        if request.method == "POST":
            self.takes(request)
        if path == "auth/logout":
            self._kick(ses)
            ses["flash"] = ("info", "已登出系統，請關閉瀏覽器以確保安全。")
            return redirect("/index.php/auth/login", status=303)
        if not ses.get("emp"):
            return self._login(ses) if path == "auth/login" else redirect("/index.php/auth/login")
        if path == "main/welcome":
            return Response(f"""<html><head><meta charset="utf-8"><title>登入中</title></head><body>
<!-- 登入成功，導向選單 -->
<script type="text/javascript">
alert('{self.truth.person.name} 您好，上次登入時間：2016/08/30 08:12');
location.href='/index.php/main/menu?SESSION={ses["ticket"]}';
</script><noscript><a href="/index.php/main/menu?SESSION={ses["ticket"]}">請按此繼續</a></noscript></body></html>""")
        return self._menu(ses)
    def _do_login(self, request: Request, ses: dict[str, Any]) -> Response:
        self.takes(request, campus="campus", emp_no="employee_id", txtPass="portal_password", captcha="captcha")
        p, why = self.truth.person, ""
        if not self._yzm_check(ses, request.get("captcha")):
            why = "驗證碼錯誤!!"
        elif request.get("campus") not in ("1", "2", "3", "4"):
            why = "請選擇院區!!"
        elif request.get("emp_no").strip() != p.employee_id or request.get("txtPass") != hashlib.md5(self.truth.portal_password.encode()).hexdigest():
            why = "帳號或密碼輸入錯誤，請再確認!!"
        if why:
            self.truth.counts["sign_in_refused"] += 1
            ses["flash"] = ("danger", why)
            return redirect("/index.php/auth/login", status=303)
        ses["emp"], ses["ticket"] = p.employee_id, secrets.token_hex(16).upper()
        self.ticket[ses["ticket"]] = ses["sid"]
        self.truth.sessions.add("portal:" + ses["ticket"])
        self.truth.counts["sign_in"] += 1
        return redirect("/index.php/main/welcome", status=303)
    def _kick(self, ses: dict[str, Any]) -> None:
        if ses.pop("emp", None):
            self.ticket.pop(ses["ticket"], None)
            self.truth.sessions.discard("portal:" + ses.pop("ticket"))
            self.truth.counts["sign_out_portal"] += 1
    def _login(self, ses: dict[str, Any]) -> Response:
        radios = "".join(f'<label class="radio-inline"><input type="radio" name="campus" value="{v}"{c}> {t}</label>' for v, t, c in
                         (("1", "總院區", " checked"), ("2", "北護分院", ""), ("3", "金山分院", ""), ("4", "雲林分院", "")))
        return self._view("PORTAL 登入", "", f"""<div class="row"><div class="col-md-8 col-md-offset-2">
  <div class="page-header"><h1>醫療資訊系統 <small>National Taiwan University Hospital</small></h1></div>{self._flashdata(ses)}
  <div class="panel panel-primary"><div class="panel-heading"><h3 class="panel-title"><i class="fa fa-sign-in"></i> 系統登入</h3></div><div class="panel-body">
  <form class="form-horizontal" role="form" action="/index.php/auth/do_login" method="post" accept-charset="utf-8">{self._hid(ses)}
    <!-- 院區 -->
    <div class="form-group"><label class="col-sm-3 control-label">院區</label><div class="col-sm-9">{radios}</div></div>
    <!-- 帳號：六碼員工編號 -->
    <div class="form-group"><label for="emp_no" class="col-sm-3 control-label">帳號</label><div class="col-sm-6"><input type="text" class="form-control" id="emp_no" name="emp_no" maxlength="6"></div></div>
    <!-- 密碼：送出前轉 MD5 -->
    <div class="form-group"><label for="txtPass" class="col-sm-3 control-label">密碼</label><div class="col-sm-6"><input type="password" class="form-control" id="txtPass" name="txtPass" autocomplete="off">
      <span id="capStatus" class="help-block" style="visibility:hidden">大寫鎖定 (Caps Lock) 已開啟</span></div></div>
    <!-- 驗證碼 -->
    <div class="form-group"><label for="captcha" class="col-sm-3 control-label">驗證碼</label><div class="col-sm-3"><input type="text" class="form-control" id="captcha" name="captcha" maxlength="6" autocomplete="off"></div>
      <div class="col-sm-6"><img id="cimg" src="/index.php/auth/captcha" alt="驗證碼"> <a href="javascript:void(0)" onclick="$('#cimg').attr('src','/index.php/auth/captcha?'+Math.random())"><i class="fa fa-refresh"></i></a> <span class="text-muted">(不用區分大小寫)</span></div></div>
    <div class="form-group"><div class="col-sm-offset-3 col-sm-9"><button type="submit" class="btn btn-primary" onclick="return CheckAndSetPassTextBox('txtPass');"><span class="glyphicon glyphicon-log-in"></span> 登入系統</button>
      <button type="reset" class="btn btn-default">重填</button></div></div>
  </form></div></div>
  <p class="text-danger">如無法登入，請撥資訊室分機261120，告知『請協助重設PORTAL登入密碼』。</p></div></div>""", '<script src="/assets/js/md5.js"></script>')
    def _navbar(self, ticket: str) -> str:
        inner, portal = self.urls["inner"], self.urls["portal"]
        return f"""<!-- 上方選單 -->
<nav class="navbar navbar-inverse navbar-static-top"><div class="container"><div class="navbar-header"><a class="navbar-brand" href="{portal}/index.php/main/menu?SESSION={ticket}">PORTAL</a></div>
<ul class="nav navbar-nav">
  <li class="dropdown"><a href="#" class="dropdown-toggle" data-toggle="dropdown">醫療系統 <b class="caret"></b></a><ul class="dropdown-menu"><li class="disabled"><a href="#">門診系統</a></li></ul></li>
  <li class="dropdown"><a href="#" class="dropdown-toggle" data-toggle="dropdown">個人管理 <b class="caret"></b></a><ul class="dropdown-menu">
    <li><a href="{inner}/index.php/personal/passwd?SESSION={ticket}"><i class="fa fa-key fa-fw"></i> 更改密碼</a></li>
    <!-- <li><a href="{inner}/index.php/personal/sign_old">個人簽章(舊)</a></li> 2015/11 停用 -->
    <li><a href="{inner}/index.php/personal/todo/tax?SESSION={ticket}"><i class="fa fa-file fa-fw"></i> 薪資所得免稅額申報表</a></li>
    <li><a href="{inner}/index.php/personal/todo/find?SESSION={ticket}"><i class="fa fa-search fa-fw"></i> 查詢員工連絡資料</a></li>
    <li><a href="{inner}/index.php/personal/contact?SESSION={ticket}"><i class="fa fa-phone fa-fw"></i> 維護個人連絡資料</a></li>
    <li role="separator" class="divider"></li><li><a href="{inner}/index.php/personal/todo/flu?SESSION={ticket}">流感同意書列印</a></li></ul></li></ul>
<ul class="nav navbar-nav navbar-right"><li><a href="{portal}/index.php/auth/logout"><span class="glyphicon glyphicon-log-out"></span> 登出系統</a></li></ul></div></nav>"""
    def _menu(self, ses: dict[str, Any]) -> Response:
        return self._view("功能選單", self._navbar(ses["ticket"]), f"""{self._flashdata(ses)}<div class="well well-sm">{h(self.truth.person.name)} 您好!　總院差勤待簽 <span class="badge">0</span> 未核准 <span class="badge">0</span> / 總院Workflow待簽 <span class="badge">0</span></div>
<div class="panel panel-info"><div class="panel-heading">全院公告 <span class="badge">2</span></div><table class="table table-striped"><thead><tr><th>日期</th><th>標題</th></tr></thead>
<tbody><tr><td>2016/08/21</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr><tr><td>2016/08/13</td><td>密碼應每半年更換一次</td></tr></tbody></table></div>""")

    # ======================= 個人管理 (內部主機) =======================
    def inner(self, request: Request) -> Response:
        return self._run(request, self._inner)
    def _inner(self, request: Request, path: str, ses: dict[str, Any]) -> Response:
        ticket = request.query.get("SESSION", "")
        owner = self.ci.get(self.ticket.get(ticket, ""), {})
        if request.method == "POST":
            self.takes(request, old_pwd="old_password", new_pwd="new_password", new_pwd_chk="new_password_again", mobile="mobile_phone")
        if not owner.get("emp"):
            return Response(f"<html><meta charset=\"utf-8\"><script>alert('連線逾時，請重新登入');location.href='{self.urls['portal']}/index.php/auth/login';</script></html>")
        act = {"personal/passwd": self._passwd, "personal/contact": self._contact}.get(path)
        if act is None:
            ses["flash"] = ("warning", "此功能尚未開放予您的身分別。")
            return redirect(f"{self.urls['portal']}/index.php/main/menu?SESSION={ticket}")
        return act(request, ses, ticket)
    def _passwd(self, request: Request, ses: dict[str, Any], ticket: str) -> Response:
        if request.method == "POST":
            old, new, chk = request.get("old_pwd"), request.get("new_pwd"), request.get("new_pwd_chk")
            why = ""
            if old != self.truth.portal_password:
                why = "舊密碼輸入錯誤!!"
            elif new != chk:
                why = "兩次新密碼不同!!"
            elif not self._rule(new):
                why = "新密碼不符合設定條件!!"
            elif new == old:
                why = "新舊密碼相同，請重新設定!!"
            if why:
                self.truth.counts["password_refused"] += 1
                ses["flash"] = ("danger", why)
            else:
                self.truth.portal_password = new
                self.truth.counts["password_changed"] += 1
                ses["flash"] = ("success", "密碼變更完成!!")
            return redirect(f"/index.php/personal/passwd?SESSION={ticket}", status=303)
        rows = "".join(f'\n    <tr><th class="active col-sm-3">{t}</th><td><input type="password" class="form-control input-sm" name="{n}" id="{n}" value=""></td></tr>' for t, n in
                       (("請輸入舊密碼：", "old_pwd"), ("請輸入新密碼：", "new_pwd"), ("請再輸入新密碼：", "new_pwd_chk")))
        return self._view("更改密碼", self._navbar(ticket), f"""<ol class="breadcrumb"><li>個人管理</li><li class="active">更改密碼</li></ol>{self._flashdata(ses)}
<form action="/index.php/personal/passwd?SESSION={ticket}" method="post" accept-charset="utf-8">{self._hid(ses)}
  <!-- 密碼表格 -->
  <table class="table table-bordered">{rows}
    <tr><th class="active">密碼強度檢核：</th><td><div class="progress"><div class="progress-bar progress-bar-danger" style="width:0%"></div></div></td></tr>
    <tr><th class="active">密碼設定條件：</th><td><ul class="list-unstyled"><li>1.密碼長度不可少於8個字元</li><li>2.密碼內容需包含英文及數字</li></ul></td></tr>
  </table>
  <button type="submit" class="btn btn-warning"><span class="glyphicon glyphicon-ok"></span> 更改密碼</button>
</form>
<p><a href="{self.urls['portal']}/index.php/main/menu?SESSION={ticket}">[回功能選單]</a> <a href="{self.urls['portal']}/index.php/auth/logout">[登出系統]</a></p>""")
    def _contact(self, request: Request, ses: dict[str, Any], ticket: str) -> Response:
        cols = {"ename_last": "english_surname", "ename_first": "english_given", "ename_mid": "english_middle", "tel_office": "office_phone", "tel_home": "home_phone", "mobile": "mobile_phone"}
        p = self.truth.person
        if request.method == "POST":
            data = {m: request.get(c).strip() for c, m in cols.items()}
            if not all(request.has(c) for c in cols) or request.get("emp_no") != p.employee_id:
                ses["flash"] = ("danger", "資料有缺漏，未儲存!!")
            elif not re.fullmatch("09[0-9]{8}", data["mobile_phone"]):
                ses["flash"] = ("danger", "行動電話格式有誤，未儲存!!")
            else:
                self.truth.saved_contact = data
                self.truth.counts["contact_saved"] += 1
                ses["flash"] = ("success", "連絡資料已儲存!!")
            return redirect(f"/index.php/personal/contact?SESSION={ticket}", status=303)
        v = {c: h(self.truth.saved_contact.get(m, getattr(p, m))) for c, m in cols.items()}

        def box(label: str, name: str, hint: str) -> str:
            return f'<div class="form-group"><label class="col-sm-2 control-label" for="{name}">{label}</label><div class="col-sm-4"><input type="text" class="form-control" name="{name}" id="{name}" value="{v[name]}"></div><p class="col-sm-6 form-control-static text-muted">{hint}</p></div>\n'

        return self._view("維護個人連絡資料", self._navbar(ticket), f"""<h3>台大醫院---維護個人連絡資料</h3>{self._flashdata(ses)}
<form class="form-horizontal" action="/index.php/personal/contact?SESSION={ticket}" method="post" accept-charset="utf-8">{self._hid(ses)}
<p class="text-right"><button type="submit" class="btn btn-success"><i class="fa fa-floppy-o"></i> 異動儲存</button></p>
<!-- 員編姓名唯讀，由人事系統轉入 -->
<div class="form-group"><label class="col-sm-2 control-label">員工編號：</label><div class="col-sm-4"><input class="form-control" type="text" name="emp_no" value="{p.employee_id}" readonly></div>
<label class="col-sm-2 control-label">姓名：</label><div class="col-sm-4"><input class="form-control" type="text" value="{h(p.name)}" disabled></div></div>
<!-- 英文姓名 -->
{box('英文姓：', 'ename_last', 'ex:Chen(陳)')}{box('英文首名：', 'ename_first', 'ex: Yi-Fen(怡芬) (說明)')}{box('英文中名：', 'ename_mid', 'ex:Mary 為英文別名，如無，可不填')}
<!-- 電話 -->
{box('辦公室電話：', 'tel_office', 'ex:61234或23123456')}{box('住宅電話：', 'tel_home', 'ex:0223123456')}{box('<span class="text-danger">*</span>行動電話：', 'mobile', 'ex:0952000000 (如離職或更換門號，請記得調整此欄位)')}</form>
<p><a href="{self.urls['portal']}/index.php/main/menu?SESSION={ticket}">回功能選單</a></p>""")

    # ======================= 網路帳號 =======================
    def account(self, request: Request) -> Response:
        return self._run(request, self._account)
    TITLES = {"open": "啟用網路帳號及首次雲端帳號密碼設定", "reset": "重置雲端服務密碼"}
    def _top(self, ses: dict[str, Any]) -> str:
        out = '<p class="navbar-text navbar-right"><a class="navbar-link" href="/index.php/help/bye"><i class="fa fa-sign-out"></i> 結束並登出</a></p>' if ses.get("pass") else ""
        return f'<nav class="navbar navbar-default navbar-static-top"><div class="container"><div class="navbar-header"><a class="navbar-brand" href="/index.php/help">網路帳號管理</a></div>{out}</div></nav>'
    def _account(self, request: Request, path: str, ses: dict[str, Any]) -> Response:
        bits = path.split("/")
        if request.method == "POST":
            self.takes(request, emp_no="employee_id", cellphone="registered_phone", sms_code="code", mail_alias="alias", cloud_pw="cloud_password", cloud_pw_chk="cloud_password_again")
        if path == "help/bye":
            if self._drop(ses):
                self.truth.counts["sign_out_account"] += 1
                ses["flash"] = ("info", "您已登出網路帳號管理。")
            return redirect("/index.php/help")
        if len(bits) == 2 and bits[0] in self.TITLES:
            kind, step = bits
            if step == "verify" and request.method == "GET":
                self._drop(ses)
                return self._verify(ses, kind)
            if step == "verify":
                return self._next(request, ses, kind) if request.get("btn") == "next" else self._ask(request, ses, kind)
            if step == "send_sms" and request.method == "POST":
                return self._send(request, ses, kind)
            if step == "setting":
                if ses.get("pass") != kind:
                    ses["flash"] = ("warning", "請先進行身分驗證。")
                    return redirect(f"/index.php/{kind}/verify")
                return self._open(request, ses) if kind == "open" else self._renew(request, ses)
        if path not in ("help", ""):
            return Response("<h1>404 Page Not Found</h1><p>The page you requested was not found.</p>", 404)
        return self._view("網路帳號管理", self._top(ses), f"""{self._flashdata(ses)}<div class="jumbotron"><h2>說明</h2><p>以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p></div>
<!-- 規範 -->
<div class="panel panel-danger"><div class="panel-heading">《規範》網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</div><div class="panel-body"><ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li></ul></div></div>
<!-- 常見問題 -->
<div class="panel-group" id="faq"><div class="panel panel-default"><div class="panel-heading">《常見問題與服務》</div><div class="panel-body"><b>密碼修改後多久可以生效</b><p>即時生效。</p><b>忘記密碼</b><p>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></div></div></div>
<div class="list-group"><a class="list-group-item list-group-item-success" href="/index.php/open/verify"><h4 class="list-group-item-heading">{self.TITLES['open']}</h4><p class="list-group-item-text">啟用本院微軟相關服務，如：Office365, Outlook...</p></a>
<a class="list-group-item list-group-item-info" href="/index.php/reset/verify"><h4 class="list-group-item-heading">{self.TITLES['reset']}</h4><p class="list-group-item-text">重設非Portal帳號的密碼：Email, 無線網路, KM, TMS, RedCap, 大醫雲, VPN密碼。註：從未使用請先【啟用網路帳號】</p></a>
<a class="list-group-item disabled" href="#"><h4 class="list-group-item-heading">總院廠商VPN展延申請</h4><p class="list-group-item-text">總院廠商VPN到期，重新啟用申請。</p></a></div>""")
    def _drop(self, ses: dict[str, Any]) -> bool:
        self.truth.sessions.discard("account:" + ses["sid"])
        return ses.pop("pass", None) is not None
    def _verify(self, ses: dict[str, Any], kind: str, modal: str = "") -> Response:
        show = "<script>$(function(){ $('#smsModal').modal('show'); });</script>" if modal else ""
        return self._view(self.TITLES[kind], self._top(ses), f"""<h3>{self.TITLES[kind]}</h3>{self._flashdata(ses)}
<div class="bs-callout bs-callout-warning"><h4>注意事項</h4><ol><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>限尚未啟用雲端服務帳號者使用，雲端服務帳號於首次設定之隔日生效。</li>
<li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li><li>如未申請MOTP服務請洽資訊服務台辦理(261120)。</li></ol></div>
<!-- 身分驗證 -->
<form action="/index.php/{kind}/verify" method="post" accept-charset="utf-8">{self._hid(ses)}<table class="table">
<tr><td>網路帳號 / 主職員工編號</td><td><input type="text" class="form-control" name="emp_no" maxlength="6" value="{h(ses.get('who', ''))}"></td><td><button type="submit" name="btn" value="sms" class="btn btn-info"><i class="fa fa-mobile fa-lg"></i> 發送簡訊動態碼</button></td></tr>
<tr><td>簡訊(或MOTP)動態碼</td><td><input type="text" class="form-control" name="sms_code" maxlength="8" autocomplete="off"></td><td></td></tr>
<tr><td colspan="3" class="text-right"><button type="submit" name="btn" value="next" class="btn btn-primary">下一步 <i class="fa fa-arrow-right"></i></button></td></tr></table></form>
{modal}""", show)
    def _ask(self, request: Request, ses: dict[str, Any], kind: str) -> Response:
        ses["who"] = request.get("emp_no").strip()
        if request.get("btn") != "sms" or ses["who"] != self.truth.person.employee_id:
            ses["flash"] = ("danger", "網路帳號不存在，請輸入6位數員工編號!!")
            return redirect(f"/index.php/{kind}/verify", status=303)
        ses["sms_for"] = ses["who"]
        return self._verify(ses, kind, f"""<!-- 手機門號視窗 -->
<div class="modal fade" id="smsModal" tabindex="-1" role="dialog"><div class="modal-dialog"><div class="modal-content"><form action="/index.php/{kind}/send_sms" method="post">{self._hid(ses)}<input type="hidden" name="emp_no" value="{h(ses['who'])}">
<div class="modal-header"><button type="button" class="close" data-dismiss="modal">&times;</button><h4 class="modal-title">請輸入帳號登記的手機門號(10碼)</h4></div>
<div class="modal-body"><input type="text" class="form-control" name="cellphone" maxlength="10" placeholder="09xxxxxxxx"></div>
<div class="modal-footer"><button type="submit" class="btn btn-primary">確定發送</button> <button type="button" class="btn btn-default" data-dismiss="modal">取消</button></div></form></div></div></div>""")
    def _send(self, request: Request, ses: dict[str, Any], kind: str) -> Response:
        reg = self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone)
        if not ses.get("sms_for") or request.get("emp_no") != ses["sms_for"]:
            ses["flash"] = ("danger", "作業逾時，請重新操作。")
        elif request.get("cellphone").strip() != reg:
            ses["flash"] = ("danger", "手機門號與登記資料不符，簡訊未發送!!")
        else:
            ses["sms"] = (self.truth.new_message(), time.time())
            ses["flash"] = ("success", "動態碼簡訊發送成功：成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」")
        return redirect(f"/index.php/{kind}/verify", status=303)
    def _next(self, request: Request, ses: dict[str, Any], kind: str) -> Response:
        ses["who"] = request.get("emp_no").strip()
        code, when = ses.get("sms", ("", 0.0))
        why = ""
        if code == "" or ses["who"] != ses.get("sms_for") or request.get("sms_code").strip() != code:
            why = "動態碼錯誤，請重新輸入!!"
        elif time.time() - when > 120:
            why = "動態碼逾時失效，請重新發送簡訊!!"
        if why:
            self.truth.counts["code_refused"] += 1
            ses["flash"] = ("danger", why)
            return redirect(f"/index.php/{kind}/verify", status=303)
        ses.pop("sms")
        ses.pop("sms_for")
        ses["pass"] = kind
        self.truth.counts["code_accepted"] += 1
        self.truth.sessions.add("account:" + ses["sid"])
        return redirect(f"/index.php/{kind}/setting", status=303)
    def _profile(self) -> str:
        p = self.truth.person
        return "".join(f'<tr><th class="active">{k}</th><td>{h(t)}</td></tr>' for k, t in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
    def _open(self, request: Request, ses: dict[str, Any]) -> Response:
        head = "設定密碼與郵件別名"
        if request.method == "POST":
            alias, one, two = request.get("mail_alias").strip(), request.get("cloud_pw"), request.get("cloud_pw_chk")
            why = ""
            if self.truth.alias:
                why = "您已經申請過了，無法再次設定!!"
            elif not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", alias):
                why = "電子郵件名稱只能使用英文、數字及 . - _ !!"
            elif alias.lower() == "taken.name":
                why = "電子郵件名稱重複，請更換!!"
            elif one != two:
                why = "兩次密碼輸入不同!!"
            elif not self._rule(one):
                why = "密碼長度至少8碼且須含英文及數字!!"
            if why:
                ses["flash"] = ("danger", why)
                return redirect("/index.php/open/setting", status=303)
            self.truth.alias, self.truth.cloud_password = alias, one
            self.truth.counts["activated"] += 1
            ses["done"] = True
            return redirect("/index.php/open/setting", status=303)
        if ses.pop("done", False):
            return self._view(head, self._top(ses), f"""<!-- 完成畫面 --><div class="panel panel-success"><div class="panel-heading"><i class="fa fa-check"></i> 作業完成</div><div class="panel-body">恭喜您！雲端服務帳號 <code>{h(self.truth.alias)}@ntuh.gov.tw</code> 設定成功，隔日生效。</div></div>""")
        if self.truth.alias:
            return self._view(head, self._top(ses), f"""<h3>{head}</h3>{self._flashdata(ses)}<table class="table table-bordered">{self._profile()}<tr><th class="active">電子郵件</th><td>{h(self.truth.alias)}@ntuh.gov.tw</td></tr></table>
<p class="lead text-success"><i class="fa fa-check-circle"></i> 此帳號已啟用過雲端服務，無須再申請。</p>""")
        return self._view(head, self._top(ses), f"""<h3>{head}</h3>{self._flashdata(ses)}<p>雲端服務帳號說明：</p><ol><li>雲端服務帳號為跨體系使用。</li><li>服務於設定完成隔日生效。</li></ol>
<form action="/index.php/open/setting" method="post" accept-charset="utf-8">{self._hid(ses)}<table class="table table-bordered">{self._profile()}
<!-- 別名只能設定一次 -->
<tr><th class="active">雲端服務帳號 (電子郵件名稱)</th><td><div class="input-group"><input type="text" class="form-control" name="mail_alias" maxlength="64"><span class="input-group-addon">@ntuh.gov.tw</span></div><span class="help-block">名稱長度限64字元內</span></td></tr>
<tr><th class="active">設定密碼</th><td><input type="password" class="form-control" name="cloud_pw" placeholder="至少8碼，含英文及數字"></td></tr>
<tr><th class="active">確認密碼</th><td><input type="password" class="form-control" name="cloud_pw_chk" placeholder="請再輸入一次"></td></tr></table>
<a class="btn btn-default" href="/index.php/help/bye">取消啟用</a> <button type="submit" class="btn btn-success" onclick="return confirm('別名設定後不可修改，確定嗎？')"><i class="fa fa-cloud"></i> 啟用雲端服務</button> <span class="label label-warning">服務於設定完成隔日生效</span></form>""")
    def _renew(self, request: Request, ses: dict[str, Any]) -> Response:
        if request.method == "POST":
            one = request.get("cloud_pw")
            if not self.truth.alias:
                ses["flash"] = ("danger", "此帳號從未啟用，請先【啟用網路帳號】!!")
            elif one != request.get("cloud_pw_chk") or not self._rule(one):
                ses["flash"] = ("danger", "密碼不一致或不符規則!!")
            else:
                self.truth.cloud_password = one
                ses["flash"] = ("success", "雲端服務密碼重置完成!!")
            return redirect("/index.php/reset/setting", status=303)
        return self._view(self.TITLES["reset"], self._top(ses), f"""<h3>{self.TITLES['reset']}</h3>{self._flashdata(ses)}<form action="/index.php/reset/setting" method="post">{self._hid(ses)}<table class="table table-bordered">{self._profile()}
<tr><th>新密碼</th><td><input type="password" class="form-control" name="cloud_pw"></td></tr><tr><th>確認新密碼</th><td><input type="password" class="form-control" name="cloud_pw_chk"></td></tr></table><button type="submit" class="btn btn-primary">確定重置</button></form>""")

    # ======================= 信箱 =======================
    def mail(self, request: Request) -> Response:
        return self._run(request, self._mail)
    def _mail(self, request: Request, path: str, ses: dict[str, Any]) -> Response:
        if path == "webmail/vcode":
            return self._yzm(ses, "abcdefghjkmnpqrstuvwxyz23456789", 5)
        if path == "webmail/login" and request.method == "POST":
            self.takes(request, uid="mail_account", pwd="mail_password", vcode="captcha")
            if not self._yzm_check(ses, request.get("vcode")):
                ses["flash"] = ("danger", "驗證碼輸入錯誤")
            elif not self.truth.alias or request.get("uid").strip().lower().split("@")[0] != self.truth.alias.lower() or request.get("pwd") != self.truth.cloud_password:
                ses["flash"] = ("danger", "帳號或密碼錯誤")
            else:
                ses["mail"] = True
                self.truth.sessions.add("mail:" + ses["sid"])
                self.truth.counts["mail_sign_in"] += 1
                return redirect("/index.php/webmail/inbox", status=303)
            return redirect("/index.php/webmail", status=303)
        if path == "webmail/logout":
            if ses.pop("mail", None):
                self.truth.sessions.discard("mail:" + ses["sid"])
                self.truth.counts["sign_out_mail"] += 1
            return redirect("/index.php/webmail")
        if path == "webmail/inbox" and ses.get("mail"):
            return self._view("收件匣", '<nav class="navbar navbar-default"><div class="container"><a class="btn btn-default navbar-btn navbar-right" href="/index.php/webmail/logout">登出</a></div></nav>', f"""<h4>{h(self.truth.alias)}@ntuh.gov.tw 收件匣 (1)</h4><table class="table table-hover"><tr><th>寄件者</th><th>主旨</th><th>日期</th></tr><tr><td>資訊室</td><td>電子信箱開通通知</td><td>08/31</td></tr></table>""")
        if path != "webmail":
            return redirect("/index.php/webmail")
        return self._view("電子信箱", "", f"""<div class="row"><div class="col-sm-6"><h3>電子信箱</h3>{self._flashdata(ses)}<form action="/index.php/webmail/login" method="post">{self._hid(ses)}
<div class="form-group"><label for="uid">帳號:</label><input type="text" class="form-control" id="uid" name="uid"></div><div class="form-group"><label for="pwd">密碼:</label><input type="password" class="form-control" id="pwd" name="pwd"></div>
<div class="form-group"><label for="vcode">驗證碼(小寫字母或數字):</label><input type="text" class="form-control" id="vcode" name="vcode" maxlength="5"><img src="/index.php/webmail/vcode" alt=""></div>
<div class="checkbox"><label><input type="checkbox" name="keep" value="1"> 記住登入資訊 (公用電腦請勿勾選)</label></div><button type="submit" class="btn btn-primary btn-block">登入</button></form></div>
<div class="col-sm-6"><h3>公佈欄</h3><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p><p>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}/">https://help.ntuh.gov.tw/</a></p></div></div>""")

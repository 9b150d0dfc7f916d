"""A Bootstrap 2 site that a summer intern made: English and Chinese mixed, glyph icons, a modal in the page's source."""

from __future__ import annotations

import random
import re
import secrets
import time
from html import escape as esc

from truth import Request, Response, Site, picture, redirect

BOOT_JS = """
// my-bootstrap.js  by intern :)
function $id(x){return document.getElementById(x);}
window.onload=function(){
  var t=document.querySelectorAll('[data-toggle=modal]');
  for(var i=0;i<t.length;i++){t[i].onclick=function(){var m=$id(this.getAttribute('href').substr(1));m.className=m.className.replace('hide','in');return false;};}
  var d=document.querySelectorAll('[data-dismiss=modal]');
  for(var j=0;j<d.length;j++){d[j].onclick=function(){var m=this;while(m.className.indexOf('modal fade')<0){m=m.parentNode;}m.className=m.className.replace(' in',' hide');return false;};}
  var r=document.querySelectorAll('.dropdown-toggle');
  for(var k=0;k<r.length;k++){r[k].onclick=function(){var p=this.parentNode;p.className=(p.className=='dropdown')?'dropdown open':'dropdown';return false;};}
};
"""

BOOT_CSS = """
body{font:14px/20px "Helvetica Neue",Arial,sans-serif;padding-top:50px}.navbar{position:fixed;top:0;left:0;right:0;background:#1b1b1b;color:#999;padding:8px}.navbar a{color:#ddd}
.container{width:940px;margin:0 auto}.dropdown{display:inline-block}.dropdown .dropdown-menu{display:none;position:absolute;background:#fff}.dropdown.open .dropdown-menu{display:block}
.dropdown-menu a{color:#333}.control-label{float:left;width:220px;text-align:right;padding-right:14px}.controls{margin-left:236px;margin-bottom:12px}.help-inline{color:#999}
.alert-error{background:#f2dede;color:#b94a48;padding:8px}.alert-success{background:#dff0d8;color:#468847;padding:8px}.btn{padding:4px 12px;border:1px solid #ccc;background:#f5f5f5;display:inline-block}
.btn-primary{background:#006dcc;color:#fff}.hide{display:none}.modal{position:fixed;top:20%;left:30%;width:460px;background:#fff;border:1px solid #666;padding:12px}
"""

ROWS = (
    ("en_last", "english_surname", "英文姓", "Last name", "ex:Chen(陳)"),
    ("en_first", "english_given", "英文首名", "First name", "ex: Yi-Fen(怡芬)"),
    ("en_mid", "english_middle", "英文中名", "Middle name", "ex:Mary 為英文別名，如無，可不填"),
    ("o_tel", "office_phone", "辦公室電話", "Office", "ex:61234或23123456"),
    ("h_tel", "home_phone", "住宅電話", "Home", "ex:0223123456"),
    ("cell", "mobile_phone", "行動電話", "Cell phone", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"),
)


class TheSite(Site):
    title = "bootstrap2_youth_intern"

    def __init__(self) -> None:
        super().__init__()
        self.web: dict[str, dict] = {}  # all sessions of all hosts: key -> what is remembered

    def who(self, req: Request) -> tuple[str, dict, list[tuple[str, str]]]:
        name = "yi_" + req.host
        key = req.cookies.get(name, "")
        if key in self.web:
            return key, self.web[key], []
        key = secrets.token_urlsafe(12)
        self.web[key] = {}
        return key, self.web[key], [("Set-Cookie", f"{name}={key}; Path=/")]

    def html(self, ses: dict, head_text: str, nav: str, inside: str, headers: list[tuple[str, str]] | None = None) -> Response:
        flash = ""
        for kind in ("error", "success"):
            said = ses.pop(kind, "")
            if said:
                flash += f'<div class="alert alert-{kind}"><button type="button" class="close" data-dismiss="alert" onclick="this.parentNode.style.display=\'none\'">&times;</button><strong>{"Oh snap!" if kind == "error" else "Well done!"}</strong> {esc(said)}</div>'
        return Response(f"""<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>{head_text}</title>
    <link href="/assets/css/bootstrap.css" rel="stylesheet">
    <script src="/assets/js/my-bootstrap.js"></script>
  </head>
  <body>
    <div class="navbar navbar-inverse navbar-fixed-top"><div class="navbar-inner"><div class="container"><a class="brand" href="/">NTUH 台大醫院</a> {nav}</div></div></div>
    <div class="container">
    {flash}
    <div class="page-header"><h1>{head_text}</h1></div>
    {inside}
    <hr><footer><p>&copy; NTUH IT Room 2013 &middot; Powered by Bootstrap 2.3</p></footer>
    </div>
  </body>
</html>""", headers=headers or [])

    @staticmethod
    def static(req: Request) -> Response | None:
        if req.path == "/assets/css/bootstrap.css":
            return Response(BOOT_CSS, kind="text/css")
        if req.path == "/assets/js/my-bootstrap.js":
            return Response(BOOT_JS, kind="application/javascript")
        if req.path.startswith("/assets/") or req.path == "/favicon.ico":
            return Response("Cannot GET " + req.path, 404)
        return None

    @staticmethod
    def nonce(ses: dict, form: str) -> str:
        ses["n_" + form] = "%08x" % random.getrandbits(32)
        return f'<input type="hidden" name="nonce" value="{ses["n_" + form]}">'

    @staticmethod
    def good(req: Request, ses: dict, form: str) -> bool:
        kept = ses.pop("n_" + form, "")
        return bool(kept) and kept == req.get("nonce")

    # ---------------- portal
    def portal(self, req: Request) -> Response:
        if req.method == "POST":
            self.takes(req, area="campus", login="employee_id", captcha="captcha", **{"pass": "portal_password"})
        fixed = self.static(req)
        if fixed:
            return fixed
        key, ses, head = self.who(req)
        if req.path == "/captcha":
            return Response(picture(self.truth.new_captcha(), "PNG"), kind="image/png", headers=[*head, ("Cache-Control", "no-store")])
        if req.path == "/user/login" and req.method == "POST":
            want, self.truth.captcha = self.truth.captcha, ""
            ok = False
            if not self.good(req, ses, "login"):
                ses["error"] = "Session expired! 請再試一次"
            elif not want or req.get("captcha").strip().upper() != want:
                ses["error"] = "Captcha 錯誤，換一張再來"
            elif req.get("area") not in ("main", "beihu", "hsinchu", "yunlin"):
                ses["error"] = "Unknown 院區"
            elif req.get("login").strip() != self.truth.person.employee_id or req.get("pass") != self.truth.portal_password:
                ses["error"] = "Login failed. 帳號/密碼 is incorrect"
            else:
                ok = True
            if not ok:
                self.truth.counts["sign_in_refused"] += 1
                return redirect("/user/login", *head)
            if "token" in ses:
                self.bye(ses["token"])
            token = secrets.token_hex(16)
            ses["token"] = token
            self.web["T" + token] = {}
            self.truth.sessions.add("portal:" + token)
            self.truth.counts["sign_in"] += 1
            return redirect("/home", *head)
        token = ses.get("token", "")
        if req.path == "/user/logout":
            self.bye(token)
            ses.pop("token", None)
            ses["success"] = "You have been logged out. 已登出"
            return redirect("/user/login", *head)
        if req.path == "/user/login" or "T" + token not in self.web:
            if req.path != "/user/login":
                return redirect("/user/login", *head)
            return self.html(ses, "Sign in <small>登入 PORTAL 系統</small>", '<form class="navbar-search pull-right" style="display:inline" action="/user/login" method="get"><input type="text" name="q" class="search-query" placeholder="Search 搜尋"></form>', f"""
<form class="form-horizontal well" action="/user/login" method="post">{self.nonce(ses, 'login')}
  <div class="control-group"><label class="control-label">院區</label><div class="controls">
    <label class="radio inline"><input type="radio" name="area" value="main" checked> 總院區</label> <label class="radio inline"><input type="radio" name="area" value="beihu"> 北護</label>
    <label class="radio inline"><input type="radio" name="area" value="hsinchu"> 新竹</label> <label class="radio inline"><input type="radio" name="area" value="yunlin"> 雲林</label></div></div>
  <div class="control-group"><label class="control-label" for="inputEmail">帳號 <br><small>Account</small></label><div class="controls"><div class="input-prepend"><span class="add-on"><i class="icon-user"></i></span><input type="text" id="inputEmail" name="login" placeholder="6位數數字"></div></div></div>
  <div class="control-group"><label class="control-label" for="inputPassword">密碼 <br><small>Password</small></label><div class="controls"><div class="input-prepend"><span class="add-on"><i class="icon-lock"></i></span><input type="password" id="inputPassword" name="pass" placeholder="Password"></div></div></div>
  <div class="control-group"><label class="control-label">驗證碼 <br><small>Captcha (不用區分大小寫)</small></label><div class="controls"><input class="input-small" type="text" name="captcha" autocomplete="off"> <img class="img-polaroid" src="/captcha?{random.random()}" alt="captcha"> <a href="/user/login"><i class="icon-refresh"></i> Refresh</a></div></div>
  <div class="control-group"><div class="controls"><button type="submit" class="btn btn-primary"><i class="icon-ok icon-white"></i> Go!</button></div></div>
</form><p class="muted">如無法登入 call 261120</p>""", head)
        menu = [("更改密碼", "icon-lock", "/me/password"), ("個人簽章提醒設定", "icon-pencil", ""), ("薪資所得免稅額申報表", "icon-file", ""),
                ("查詢員工連絡資料", "icon-search", ""), ("維護個人連絡資料", "icon-home", "/me/contact"), ("個人就醫紀錄查詢", "icon-heart", "")]
        entries = "".join(f'<li><a href="{self.urls["inner"] + to + "?SESSION=" + token if to else "/soon"}"><i class="{icon}"></i> {text}</a></li>' for text, icon, to in menu)
        nav = f"""<ul class="nav" style="display:inline"><li class="dropdown"><a href="#" class="dropdown-toggle" data-toggle="dropdown">醫療系統 <b class="caret"></b></a><ul class="dropdown-menu"><li><a href="/soon">門診 OPD</a></li></ul></li>
<li class="dropdown"><a href="#" class="dropdown-toggle" data-toggle="dropdown">個人管理 <b class="caret"></b></a><ul class="dropdown-menu">{entries}</ul></li></ul>
<span class="pull-right">Hi, {self.truth.person.name} <a href="/user/logout"><i class="icon-off icon-white"></i> Log out 登出系統</a></span>"""
        if req.path == "/soon":
            return self.html(ses, "Coming soon", nav, '<p class="lead">此功能 is under construction...</p><a class="btn" href="/home">回功能選單</a>')
        return self.html(ses, "Dashboard <small>功能選單</small>", nav, """<div class="hero-unit"><h2>您好!</h2><p>總院差勤待簽 <span class="badge">0</span> 未核准 <span class="badge">0</span> 被駁回 <span class="badge">0</span></p></div>
<h3>全院公告 <span class="badge badge-info">2</span></h3><table class="table table-striped"><tr><th>日期</th><th>標題</th></tr><tr><td>2026/11/03</td><td>Flu shot 流感疫苗</td></tr><tr><td>2026/10/13</td><td>New portal online! 新版上線</td></tr></table>""")

    def bye(self, token: str) -> None:
        if self.web.pop("T" + token, None) is not None:
            self.truth.sessions.discard("portal:" + token)
            self.truth.counts["sign_out_portal"] += 1

    # ---------------- inner
    def inner(self, req: Request) -> Response:
        if req.method == "POST":
            self.takes(req, old="old_password", new="new_password", new_again="new_password_again", cell="mobile_phone")
        fixed = self.static(req)
        if fixed:
            return fixed
        token = req.query.get("SESSION", "")
        ses = self.web.get("T" + token)
        home = self.urls["portal"]
        if ses is None or not token:
            return redirect(home + "/user/login")
        nav = f"""<span class="pull-right"><a href="{home}/home"><i class="icon-th-list icon-white"></i> 回功能選單</a> | <a href="{home}/user/logout"><i class="icon-off icon-white"></i> 登出系統</a></span>"""
        here = f"{req.path}?SESSION={token}"
        if req.path == "/me/password":
            if req.method == "POST":
                old, new = req.get("old"), req.get("new")
                errors = []
                if not self.good(req, ses, "pw"):
                    errors.append("Form expired 表單過期")
                elif old != self.truth.portal_password:
                    errors.append("Wrong old password! 舊密碼不對")
                else:
                    if len(new) < 8:
                        errors.append("Too short! 至少8個字元")
                    if not (re.search("[A-Za-z]", new) and re.search("[0-9]", new)):
                        errors.append("需包含英文及數字")
                    if new != req.get("new_again"):
                        errors.append("Two passwords do not match 兩次不同")
                if errors:
                    self.truth.counts["password_refused"] += 1
                    ses["error"] = "; ".join(errors)
                else:
                    self.truth.portal_password = new
                    self.truth.counts["password_changed"] += 1
                    ses["success"] = "Password updated! 你的新密碼已經可以用了"
                return redirect(here)
            groups = "".join(f'<div class="control-group"><label class="control-label" for="{n}">{zh}：<br><small>{en}</small></label><div class="controls"><input type="password" id="{n}" name="{n}"></div></div>'
                             for n, zh, en in (("old", "請輸入舊密碼", "Old password"), ("new", "請輸入新密碼", "New password"), ("new_again", "請再輸入新密碼", "Confirm")))
            return self.html(ses, "更改密碼 <small>Change password</small>", nav, f"""<form class="form-horizontal" method="post" action="{here}">{self.nonce(ses, 'pw')}{groups}
<div class="control-group"><label class="control-label">密碼強度檢核：</label><div class="controls"><div class="progress"><div class="bar" style="width:0%"></div></div></div></div>
<div class="form-actions"><button class="btn btn-primary" type="submit"><i class="icon-ok icon-white"></i> Save changes</button> <button class="btn" type="reset">Reset</button></div></form>
<p>密碼設定條件：</p><ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol>""")
        if req.path == "/me/contact":
            if req.method == "POST":
                data = {k: req.get(n).strip() for n, k, *_ in ROWS}
                if not self.good(req, ses, "contact"):
                    ses["error"] = "Form expired 表單過期"
                elif not re.fullmatch(r"09[0-9]{8}", data["mobile_phone"]):
                    ses["error"] = "Cell phone 格式 error，請輸入10碼"
                else:
                    self.truth.saved_contact = data
                    self.truth.counts["contact_saved"] += 1
                    ses["success"] = "Saved! 連絡資料已更新"
                return redirect(here)
            now = self.truth.saved_contact
            groups = "".join(f'<div class="control-group"><label class="control-label" for="f_{n}">{zh}：</label><div class="controls"><input type="text" id="f_{n}" name="{n}" value="{esc(now.get(k, getattr(self.truth.person, k)))}" placeholder="{en}"><span class="help-inline">{hint}</span></div></div>'
                             for n, k, zh, en, hint in ROWS)
            return self.html(ses, "台大醫院---維護個人連絡資料", nav, f"""<form class="form-horizontal" method="post" action="{here}">{self.nonce(ses, 'contact')}
<div class="control-group"><label class="control-label">員工編號：</label><div class="controls"><span class="input uneditable-input">{self.truth.person.employee_id}</span> 姓名： {self.truth.person.name}</div></div>{groups}
<div class="form-actions"><button class="btn btn-success" type="submit"><i class="icon-hdd icon-white"></i> 異動儲存</button></div></form>""")
        return Response("Cannot GET " + esc(req.path), 404)

    # ---------------- account
    def account(self, req: Request) -> Response:
        if req.method == "POST":
            self.takes(req, emp_no="employee_id", cellphone="registered_phone", pin="code", mailname="alias", cloud_pw="cloud_password")
        fixed = self.static(req)
        if fixed:
            return fixed
        key, ses, head = self.who(req)
        me, t = self.truth.person, self.truth
        if req.path == "/":
            return self.html(ses, "Network ID <small>網路帳號服務</small>", "", """<p class="lead">說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<div class="row"><div class="span6 well"><h3><i class="icon-book"></i> 《規範》</h3><ul><li>網路帳號為院內眾多服務之通用帳號與密碼，不可借用</li><li>請勿冒用院內同仁申請網路帳號</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同</li></ul></div>
<div class="span6"><h3><i class="icon-question-sign"></i> 《常見問題與服務》FAQ</h3><dl><dt>密碼修改後多久可以生效</dt><dd>即時生效。</dd><dt>忘記密碼</dt><dd>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</dd></dl></div></div>
<p><a class="btn btn-large btn-primary" href="/otp/start"><i class="icon-play icon-white"></i> 啟用網路帳號及首次雲端帳號密碼設定</a> <small>Office365, Outlook...</small></p>
<p><a class="btn btn-large btn-warning" href="/otp/reset"><i class="icon-repeat icon-white"></i> 重置雲端服務密碼</a> <small>Email, 無線網路, KM, TMS</small></p>
<p><a class="btn btn-large" href="/vendor"><i class="icon-briefcase"></i> 總院廠商VPN展延申請</a></p>""", head)
        if req.path in ("/otp/start", "/otp/reset"):
            return self.otp(req, ses, head)
        if "proof" not in ses:
            if req.path != "/vendor":
                ses["error"] = "Please verify first 請先驗證身分"
            return redirect("/", *head)
        if req.path == "/exit":
            t.sessions.discard("account:" + ses.pop("proof"))
            t.counts["sign_out_account"] += 1
            ses["success"] = "Bye! 已離開"
            return redirect("/")
        nav = '<span class="pull-right"><a href="/exit"><i class="icon-off icon-white"></i> Exit 離開</a></span>'
        facts = "".join(f"<tr><th>{k}</th><td>{v}</td></tr>" for k, v in (("網路帳號 / 主職員工編號", me.employee_id), ("帳號姓名", me.name), ("主職單位", me.unit), ("有效期限", me.valid_until)))
        strong = lambda pw: len(pw) >= 8 and re.search("[A-Za-z]", pw) and re.search("[0-9]", pw)  # noqa: E731
        if req.path == "/setup" and req.method == "POST":
            name, pw = req.get("mailname").strip(), req.get("cloud_pw")
            if req.get("act") == "no":
                return redirect("/")
            if not self.good(req, ses, "setup"):
                ses["error"] = "Form expired 表單過期"
            elif t.alias:
                ses["error"] = "Already activated! 不可再次啟用"
            elif not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", name):
                ses["error"] = "Invalid name! 名稱只能有英數字 . _ -"
            elif name.lower() == "taken.name":
                ses["error"] = "Sorry, this name is taken 名稱已被別人用走了"
            elif not strong(pw):
                ses["error"] = "Weak password! 至少8碼，含英文及數字"
            else:
                t.alias, t.cloud_password = name, pw
                t.counts["activated"] += 1
                return redirect("/setup/done")
            return redirect("/setup")
        if req.path == "/setup/done" and t.alias:
            return self.html(ses, "All done! <small>大功告成</small>", nav, f'<div class="hero-unit"><h2><i class="icon-thumbs-up"></i> Congratulations!</h2><p>您的電子郵件：<code>{esc(t.alias)}@ntuh.gov.tw</code>，明天開始可以使用。</p></div>')
        if req.path == "/setup":
            if t.alias:
                last = f'<tr><th>電子郵件名稱</th><td>{esc(t.alias)}@ntuh.gov.tw <span class="label label-success">Active 已啟用</span></td></tr>'
                buttons = '<p class="text-info">This account was activated before. 您的帳號之前就啟用囉！</p>'
            else:
                last = """<tr><th>雲端服務帳號<br>(電子郵件名稱)</th><td><div class="input-append"><input type="text" name="mailname" maxlength="64"><span class="add-on">@ntuh.gov.tw</span></div> 名稱長度限64字元內</td></tr>
<tr><th>雲端服務密碼<br><small>Cloud password</small></th><td><input type="password" name="cloud_pw" placeholder="8+ chars, 英文及數字"> <a class="btn btn-mini" href="#" onclick="document.getElementsByName('cloud_pw')[0].type='text';return false;"><i class="icon-eye-open"></i> Show</a></td></tr>"""
                buttons = """<div class="form-actions"><button class="btn" type="submit" name="act" value="no"><i class="icon-remove"></i> 取消啟用</button> <button class="btn btn-primary" type="submit" name="act" value="yes"><i class="icon-ok icon-white"></i> 啟用雲端服務</button> 服務於設定完成隔日生效</div>"""
            return self.html(ses, "設定密碼與郵件別名", nav, f"""<p>雲端服務帳號說明：</p><ol><li>雲端服務帳號為跨體系使用。</li><li>服務於設定完成隔日生效。</li></ol><form action="/setup" method="post">{self.nonce(ses, 'setup')}<table class="table table-bordered">{facts}{last}</table>{buttons}</form>""")
        if req.path == "/newpw":
            if req.method == "POST":
                if not self.good(req, ses, "newpw"):
                    ses["error"] = "Form expired 表單過期"
                elif not t.alias:
                    ses["error"] = "Not activated yet 尚未啟用網路帳號"
                elif not strong(req.get("cloud_pw")):
                    ses["error"] = "Weak password! 至少8碼，含英文及數字"
                else:
                    t.cloud_password = req.get("cloud_pw")
                    ses["success"] = "雲端服務密碼 reset OK!"
                return redirect("/newpw")
            return self.html(ses, "重置雲端服務密碼", nav, f'<form action="/newpw" method="post">{self.nonce(ses, "newpw")}<table class="table">{facts}<tr><th>新的雲端服務密碼</th><td><input type="password" name="cloud_pw"></td></tr></table><button class="btn btn-danger" type="submit">Reset 重置</button></form>')
        return Response("Cannot GET " + esc(req.path), 404)

    def otp(self, req: Request, ses: dict, head: list[tuple[str, str]]) -> Response:
        me, t = self.truth.person, self.truth
        if req.method == "POST":
            ses["emp"] = req.get("emp_no").strip()
            fresh = self.good(req, ses, "otp")
            if req.get("act") == "send":
                if not fresh:
                    ses["error"] = "Form expired 表單過期"
                elif ses["emp"] != me.employee_id:
                    ses["error"] = "No such ID 查無此帳號"
                elif req.get("cellphone").strip() != t.saved_contact.get("mobile_phone", me.mobile_phone):
                    ses["error"] = "Phone number not match 門號與登記的不同"
                else:
                    ses["pin"] = (t.new_message(), time.time())
                    ses["success"] = "動態碼簡訊發送成功 成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"
                return redirect(req.path, *head)
            pin = ses.get("pin")
            if not fresh or ses["emp"] != me.employee_id or not pin or req.get("pin").strip() != pin[0]:
                ses["error"] = "Wrong code 動態碼不正確"
            elif time.time() - pin[1] > 120:
                ses["error"] = "Code expired 動態碼過期了，請重新發送"
            else:
                ses.pop("pin")
                if "proof" in ses:
                    t.sessions.discard("account:" + ses["proof"])
                ses["proof"] = secrets.token_hex(5)
                t.sessions.add("account:" + ses["proof"])
                t.counts["code_accepted"] += 1
                return redirect("/setup" if req.path == "/otp/start" else "/newpw")
            t.counts["code_refused"] += 1
            return redirect(req.path, *head)
        name = "啟用網路帳號及首次雲端帳號密碼設定" if req.path == "/otp/start" else "重置雲端服務密碼"
        return self.html(ses, name, "", f"""<div class="well"><h4><i class="icon-exclamation-sign"></i> 注意事項 Notes</h4><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div>
<form class="form-horizontal" action="{req.path}" method="post">{self.nonce(ses, 'otp')}
<div class="control-group"><label class="control-label" for="emp_no">網路帳號 / 主職員工編號</label><div class="controls"><input type="text" id="emp_no" name="emp_no" maxlength="6" value="{esc(ses.get('emp', ''))}"> <a href="#smsModal" role="button" class="btn btn-info" data-toggle="modal"><i class="icon-envelope icon-white"></i> 發送簡訊動態碼</a></div></div>
<div class="control-group"><label class="control-label" for="pin">簡訊(或MOTP)動態碼</label><div class="controls"><input type="text" id="pin" name="pin" maxlength="6" autocomplete="off"></div></div>
<div class="form-actions"><button type="submit" name="act" value="next" class="btn btn-primary">下一步 <i class="icon-arrow-right icon-white"></i></button></div>
<div id="smsModal" class="modal fade hide" tabindex="-1" role="dialog"><div class="modal-header"><button type="button" class="close" data-dismiss="modal">×</button><h3>Send SMS</h3></div>
<div class="modal-body"><p>請輸入帳號登記的手機門號(10碼)</p><input type="text" name="cellphone" maxlength="10" placeholder="09xxxxxxxx"></div>
<div class="modal-footer"><button type="submit" name="act" value="send" class="btn btn-primary"><i class="icon-ok icon-white"></i> 確定發送</button> <button type="button" class="btn" data-dismiss="modal">取消</button></div></div></form>""", head)

    # ---------------- webmail
    def mail(self, req: Request) -> Response:
        if req.method == "POST":
            self.takes(req, mbox="mail_account", mpw="mail_password", cap="captcha")
        fixed = self.static(req)
        if fixed:
            return fixed
        key, ses, head = self.who(req)
        t = self.truth
        if req.path == "/cap.gif":
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5)), kind="image/gif", headers=head)
        if req.path == "/login" and req.method == "POST":
            want, t.captcha = t.captcha, ""
            if not self.good(req, ses, "mail") or not want or req.get("cap").strip() != want:
                ses["error"] = "Captcha 不對"
            elif not t.alias or req.get("mbox").strip().split("@")[0] != t.alias or req.get("mpw") != t.cloud_password:
                ses["error"] = "Wrong account or password 帳密錯誤"
            else:
                ses["in"] = secrets.token_hex(6)
                t.sessions.add("mail:" + ses["in"])
                t.counts["mail_sign_in"] += 1
            return redirect("/", *head)
        if req.path == "/logout" and "in" in ses:
            t.sessions.discard("mail:" + ses.pop("in"))
            t.counts["sign_out_mail"] += 1
            return redirect("/")
        if "in" in ses:
            return self.html(ses, "Inbox <small>收件匣</small>", f'<span class="pull-right">{esc(t.alias)} <a href="/logout"><i class="icon-off icon-white"></i> Sign out 登出</a></span>', '<table class="table"><tr><td><i class="icon-envelope"></i></td><td>Admin</td><td>Welcome 歡迎使用</td></tr></table>')
        return self.html(ses, "Webmail <small>電子信箱</small>", "", f"""<form class="form-horizontal" method="post" action="/login">{self.nonce(ses, 'mail')}
<div class="control-group"><label class="control-label" for="mbox">帳號:</label><div class="controls"><input type="text" id="mbox" name="mbox"></div></div><div class="control-group"><label class="control-label" for="mpw">密碼:</label><div class="controls"><input type="password" id="mpw" name="mpw"></div></div>
<div class="control-group"><label class="control-label" for="cap">驗證碼(小寫字母或數字):</label><div class="controls"><input type="text" id="cap" name="cap" class="input-mini" autocomplete="off"> <img src="/cap.gif?{random.random()}" alt=""></div></div>
<div class="controls"><label class="checkbox"><input type="checkbox" name="keep" value="1"> 記住登入資訊 (公用電腦請勿勾選)</label><button type="submit" class="btn btn-primary">Sign in 登入</button></div></form><h4><i class="icon-bullhorn"></i> 公佈欄</h4><p>※如無法登入，請先變更密碼，謝謝</p>""", head)

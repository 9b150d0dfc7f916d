"""CodeIgniter 3 out of a student's graduation project, taken over by the hospital and "hardened" by a consultant years later.

Its developers: Hsiao-Kai of an MIS department (AdminLTE, the user guide's tutorial, half the messages left in English), and a consultant
with a checklist: field names that mean nothing, a honeypot, read-only until focus, headers, a consent page, rotating tokens.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

SAFE = [("X-Frame-Options", "DENY"), ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin"), ("Cache-Control", "no-store, no-cache, must-revalidate")]


class TheSite(Site):
    title = "CodeIgniter 3 student project, hardened by a consultant"

    def __init__(self) -> None:
        super().__init__()
        self.ci: dict[str, dict[str, str]] = {}
        self.key = secrets.token_bytes(16)
        self.jar: list[tuple[str, str]] = []

    # ---- system/libraries/Session, Security
    def load(self, r: Request) -> dict[str, str]:
        self.jar = []
        sid = r.cookies.get("ci_session_" + r.host, "")
        if sid in self.ci:
            return self.ci[sid]
        return self.renew(r, {})

    def renew(self, r: Request, data: dict[str, str]) -> dict[str, str]:
        """sess_regenerate(TRUE)"""
        self.ci.pop(r.cookies.get("ci_session_" + r.host, ""), None)
        sid = secrets.token_hex(20)
        self.ci[sid] = data
        self.jar = [c for c in self.jar if "ci_session" not in c[1]] + [("Set-Cookie", f"ci_session_{r.host}={sid}; path=/; HttpOnly")]
        return data

    def hash(self, r: Request, s: dict[str, str]) -> str:
        if "hash" not in s:
            s["hash"] = secrets.token_hex(16)
            self.jar.append(("Set-Cookie", f"csrf_cookie_{r.host}={s['hash']}; path=/"))
        return s["hash"]

    def verify(self, r: Request, s: dict[str, str]) -> Response | None:
        sent = r.get("csrf_test_name")
        if r.method == "POST" and sent and sent == s.get("hash") == r.cookies.get("csrf_cookie_" + r.host) and not r.get("website") and r.has("website"):
            del s["hash"]
            return None
        return Response('<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Error</title></head><body><div id="container"><h1>An Error Was Encountered</h1><p>The action you have requested is not allowed.</p></div></body></html>', 403)

    def form(self, r: Request, s: dict[str, str], to: str, extra: str = "") -> str:
        """form_open(), with the consultant's trap in it"""
        return (f'<form action="/index.php/{to}" method="post" accept-charset="utf-8" {extra}>\n<input type="hidden" name="csrf_test_name" value="{self.hash(r, s)}" />\n'
                '<div class="hp-wrap" style="position:absolute;left:-9999px" aria-hidden="true"><label>Website (leave blank)<input type="text" name="website" value="" tabindex="-1" autocomplete="off"></label></div>\n')

    def names(self, s: dict[str, str], *real: str) -> dict[str, str]:
        """Obfuscated names, new for every rendering."""
        out = {x: "f_" + secrets.token_hex(5) for x in real}
        s.update({"map_" + x: v for x, v in out.items()})
        return out

    def go(self, to: str) -> Response:
        return redirect("/index.php/" + to, *self.jar, *SAFE, status=303)

    def view(self, r: Request, s: dict[str, str], title: str, body: str, side: str = "", out: str = "") -> Response:
        flash = ""
        for kind, icon in (("success", "check"), ("danger", "ban")):
            if word := s.pop("flash_" + kind, ""):
                flash += f'<div class="alert alert-{kind} alert-dismissible"><button type="button" class="close" data-dismiss="alert" aria-hidden="true">&times;</button><i class="icon fa fa-{icon}"></i> {word}</div>'
        return Response(f"""<!DOCTYPE html>
<html>
<head>
  <meta charset="utf-8">
  <meta http-equiv="X-UA-Compatible" content="IE=edge">
  <title>{title}</title>
  <link rel="stylesheet" href="/assets/bower_components/bootstrap/dist/css/bootstrap.min.css">
  <link rel="stylesheet" href="/assets/dist/css/AdminLTE.min.css">
  <!-- HTML5 Shim and Respond.js IE8 support of HTML5 elements and media queries -->
</head>
<body class="hold-transition skin-blue sidebar-mini">
<div class="wrapper">
  <header class="main-header"><a href="#" class="logo"><span class="logo-mini"><b>N</b>TU</span><span class="logo-lg"><b>台大</b>醫院</span></a><nav class="navbar navbar-static-top">{out}</nav></header>
  {side}
  <div class="content-wrapper"><section class="content-header"><h1>{title} <small>Control panel</small></h1></section>
  <section class="content">{flash}
{body}
  </section></div>
  <footer class="main-footer"><div class="pull-right hidden-xs"><b>Version</b> 2.4.0</div><strong>Copyright &copy; 2014-2016 <a href="#">Almsaeed Studio</a>.</strong> All rights reserved.</footer>
</div>
<script src="/assets/bower_components/jquery/dist/jquery.min.js"></script>
</body>
</html>""", headers=[*self.jar, *SAFE, ("Content-Security-Policy", f"default-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'")])

    # ---- portal
    def portal(self, r: Request) -> Response:
        t, s = self.truth, self.load(r)
        path = r.path.removeprefix("/index.php").strip("/") or "auth"
        if path == "auth/captcha_img":
            return Response(picture(t.new_captcha(), "JPEG", (150, 40)), kind="image/jpeg", headers=[("Cache-Control", "no-store"), *self.jar])
        if path in ("auth", "auth/login"):
            return self.login(r, s)
        if path == "auth/do_login":
            return self.do_login(r, s)
        if "portal:" + s.get("uid", "") not in t.sessions:
            s["flash_danger"] = "Please login first!! 請先登入"
            return self.go("auth/login")
        if path == "auth/consent":
            body = self.form(r, s, "auth/agree") + '<div class="box box-warning"><div class="box-header"><h3 class="box-title">資訊安全聲明</h3></div><div class="box-body"><p>本系統所有操作均留存紀錄，使用者應遵守個人資料保護法。</p></div><div class="box-footer"><button type="submit" class="btn btn-primary">同意並繼續</button></div></div></form>'
            return self.view(r, s, "資訊安全聲明", body)
        if path == "auth/agree":
            self.takes(r)
            if bad := self.verify(r, s):
                return bad
            s["agreed"] = "1"
            return self.go("dashboard")
        if not s.get("agreed"):
            return self.go("auth/consent")
        if path == "auth/logout":
            t.sessions.discard("portal:" + s["uid"])
            t.counts["sign_out_portal"] += 1
            self.renew(r, {"flash_success": "You have been logged out. 您已登出"})
            return self.go("auth/login")
        if path == "dashboard":
            return self.dashboard(r, s)
        if path in ("jump/pwd", "jump/profile"):
            text = f"{s['uid']}.{int(time.time())}.{path[5:]}"
            return redirect(f"{self.urls['inner']}/index.php/sso/in?d={text}&sig={self.sign(text)}")
        return Response("<h1>404 Page Not Found</h1><p>The page you requested was not found.</p>", 404)

    def sign(self, text: str) -> str:
        return hmac.new(self.key, text.encode(), hashlib.sha256).hexdigest()

    def login(self, r: Request, s: dict[str, str]) -> Response:
        n = self.names(s, "identity", "password", "captcha", "campus")
        lazy = "readonly onfocus=\"this.removeAttribute('readonly')\" autocomplete=\"off\""
        body = f"""<div class="login-box"><div class="login-logo"><b>醫療資訊系統</b></div><div class="login-box-body"><p class="login-box-msg">Sign in to start your session</p>
{self.form(r, s, 'auth/do_login', 'autocomplete="off"')}<input type="text" name="username" style="display:none"><input type="password" name="password" style="display:none">
<div class="form-group"><label for="c0">院區</label><select class="form-control" id="c0" name="{n['campus']}"><option value="1">總院區</option><option value="2">北護分院</option><option value="3">金山分院</option><option value="6">雲林分院</option></select></div>
<div class="form-group has-feedback"><label for="c1">帳號</label><input type="text" class="form-control" id="c1" name="{n['identity']}" placeholder="Username" {lazy}><span class="glyphicon glyphicon-user form-control-feedback"></span></div>
<div class="form-group has-feedback"><label for="c2">密碼</label><input type="password" class="form-control" id="c2" name="{n['password']}" placeholder="Password" {lazy}><span class="glyphicon glyphicon-lock form-control-feedback"></span></div>
<div class="form-group"><label for="c3">驗證碼 (不用區分大小寫)</label><div class="row"><div class="col-xs-6"><input type="text" class="form-control" id="c3" name="{n['captcha']}" maxlength="6" autocomplete="off"></div><div class="col-xs-6"><img src="/index.php/auth/captcha_img" width="150" height="40" style="border:0;" alt=" "></div></div></div>
<div class="radio"><label><input type="radio" name="menu" value="1" checked> 醫療相關選單</label> <label><input type="radio" name="menu" value="2"> 行政系統選單</label> <label><input type="radio" name="menu" value="3"> 門診系統</label></div>
<button type="submit" class="btn btn-primary btn-block btn-flat"><i class="fa fa-sign-in"></i> Sign In</button></form></div></div>"""
        return self.view(r, s, "Log in", body)

    def do_login(self, r: Request, s: dict[str, str]) -> Response:
        t = self.truth
        n = {x: s.pop("map_" + x, "-") for x in ("identity", "password", "captcha", "campus")}
        self.takes(r, **{n["identity"]: "employee_id", n["password"]: "portal_password", n["captcha"]: "captcha", n["campus"]: "campus"})
        if bad := self.verify(r, s):
            return bad
        if r.get("username") or r.get("password") or not r.has(n["identity"]):
            return Response("<h1>Forbidden</h1><p>Suspicious request (rule 942100)</p>", 403)
        wanted, t.captcha = t.captcha, ""
        if not wanted or r.get(n["captcha"]).strip().upper() != wanted:
            s["flash_danger"] = "You must submit the word that appears in the image. 驗證碼輸入有誤"
        elif r.get(n["campus"]) != "1" or r.get(n["identity"]).strip() != t.person.employee_id or r.get(n["password"]) != t.portal_password:
            s["flash_danger"] = "Incorrect Login. 帳號或密碼不正確"
        else:
            uid = secrets.token_hex(6)
            self.renew(r, {"uid": uid})
            t.sessions.add("portal:" + uid)
            t.counts["sign_in"] += 1
            return self.go("auth/consent")
        t.counts["sign_in_refused"] += 1
        return self.go("auth/login")

    def dashboard(self, r: Request, s: dict[str, str]) -> Response:
        tree = ""
        for icon, head, items in (("hospital-o", "醫療系統", ["門診系統", "住院系統"]), ("book", "數位學習", ["TMS數位學習"]), ("user", "個人管理", ["更改密碼", "個人簽章提醒設定", "薪資所得免稅額申報表", "查詢員工連絡資料", "維護個人連絡資料", "個人就醫紀錄查詢", "行動憑證申請"])):
            to = {"更改密碼": "/index.php/jump/pwd", "維護個人連絡資料": "/index.php/jump/profile"}
            tree += f'<li class="treeview"><a href="#"><i class="fa fa-{icon}"></i> <span>{head}</span><span class="pull-right-container"><i class="fa fa-angle-left pull-right"></i></span></a><ul class="treeview-menu">' + "".join(f'<li><a href="{to.get(x, "#")}"><i class="fa fa-circle-o"></i> {x}</a></li>' for x in items) + "</ul></li>"
        side = f"""<aside class="main-sidebar"><section class="sidebar"><div class="user-panel"><div class="pull-left info"><p>您好! {self.truth.person.name}</p><a href="#"><i class="fa fa-circle text-success"></i> Online</a></div></div>
<form action="/index.php/dashboard" method="get" class="sidebar-form"><div class="input-group"><input type="text" name="q" class="form-control" placeholder="Search..."><span class="input-group-btn"><button type="submit" name="search" class="btn btn-flat"><i class="fa fa-search"></i></button></span></div></form>
<ul class="sidebar-menu" data-widget="tree"><li class="header">MAIN NAVIGATION</li>{tree}</ul></section></aside>"""
        out = '<div class="navbar-custom-menu"><ul class="nav navbar-nav"><li><a href="/index.php/auth/logout"><i class="fa fa-sign-out"></i> Sign out 登出</a></li></ul></div>'
        return self.view(r, s, "Dashboard", '<div class="row"><div class="small-box bg-aqua"><div class="inner"><h3>0</h3><p>差勤待簽</p></div></div></div><div class="box"><div class="box-header">全院公告 2</div><table class="table table-bordered"><tr><th>日期</th><th>標題</th></tr><tr><td>2019/10/21</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr></table></div>', side, out)

    # ---- inner
    def inner(self, r: Request) -> Response:
        t, s = self.truth, self.load(r)
        path = r.path.removeprefix("/index.php").strip("/")
        if path == "sso/in":
            text = r.query.get("d", "")
            uid, when, to = (text.split(".") + ["", "", ""])[:3]
            if not hmac.compare_digest(self.sign(text), r.query.get("sig", "")) or time.time() - int(when) > 30 or "portal:" + uid not in t.sessions:
                return Response("<h1>Signature expired</h1>", 403)
            self.renew(r, {"uid": uid})
            return self.go("user/" + to)
        if "portal:" + s.get("uid", "") not in t.sessions:
            return redirect(self.urls["portal"] + "/index.php/auth/login", *self.jar)
        if path in ("user/pwd", "user/change_password"):
            return self.change(r, s, path)
        if path in ("user/profile", "user/update"):
            return self.profile(r, s, path)
        return Response("<h1>404 Page Not Found</h1>", 404)

    def back(self) -> str:
        return f'<ul class="nav navbar-nav"><li><a href="{self.urls["portal"]}/index.php/dashboard"><i class="fa fa-dashboard"></i> 回功能選單</a></li><li><a href="{self.urls["portal"]}/index.php/auth/logout">登出系統</a></li></ul>'

    def change(self, r: Request, s: dict[str, str], path: str) -> Response:
        t, errors = self.truth, ""
        if path == "user/change_password":
            n = {x: s.pop("map_" + x, "-") for x in ("old", "new", "passconf")}
            self.takes(r, **{n["old"]: "old_password", n["new"]: "new_password", n["passconf"]: "new_password_again"})
            if bad := self.verify(r, s):
                return bad
            old, new, again = (r.get(n[x]) for x in ("old", "new", "passconf"))
            if old != t.portal_password:
                errors = "<p>The 舊密碼 field is not correct.</p>"
            elif len(new) < 8:
                errors = "<p>The 新密碼 field must be at least 8 characters in length.</p>"
            elif not re.search("[A-Za-z]", new) or not re.search(r"\d", new):
                errors = "<p>The 新密碼 field is not in the correct format.</p>"
            elif new != again:
                errors = "<p>The 確認密碼 field does not match the 新密碼 field.</p>"
            elif new == old:
                errors = "<p>新密碼不得與前次相同</p>"
            else:
                t.portal_password = new
                t.counts["password_changed"] += 1
                s["flash_success"] = "Password has been changed! 密碼已成功變更"
                return self.go("user/pwd")
            t.counts["password_refused"] += 1
        n = self.names(s, "old", "new", "passconf")
        group = lambda i, label, x: f'<div class="form-group"><label for="p{i}" class="col-sm-3 control-label">{label}：</label><div class="col-sm-6"><input type="password" class="form-control" id="p{i}" name="{n[x]}" autocomplete="new-password"></div></div>'  # noqa: E731
        body = f"""{f'<div class="callout callout-danger">{errors}</div>' if errors else ''}<div class="box box-info"><div class="box-header with-border"><h3 class="box-title">更改密碼</h3></div>
{self.form(r, s, 'user/change_password', 'class="form-horizontal"')}<div class="box-body">{group(1, '請輸入舊密碼', 'old')}{group(2, '請輸入新密碼', 'new')}{group(3, '請再輸入新密碼', 'passconf')}<div class="form-group"><label class="col-sm-3 control-label">密碼強度檢核：</label><div class="progress progress-xs"><div class="progress-bar" style="width:0%"></div></div></div></div>
<div class="box-footer"><button type="reset" class="btn btn-default">Cancel</button> <button type="submit" class="btn btn-info pull-right">Submit</button></div></form></div>
<p>密碼設定條件：</p><ul><li>1.密碼長度不可少於8個字元</li><li>2.密碼內容需包含英文及數字</li></ul>"""
        return self.view(r, s, "更改密碼", body, out=self.back())

    def profile(self, r: Request, s: dict[str, str], path: str) -> Response:
        t, p = self.truth, self.truth.person
        cols = (("last_name_en", "英文姓", "english_surname", "ex:Chen(陳)"), ("first_name_en", "英文首名", "english_given", "ex: Yi-Fen(怡芬)"), ("middle_name_en", "英文中名", "english_middle", "ex:Mary 為英文別名，如無，可不填"),
                ("tel_o", "辦公室電話", "office_phone", "ex:61234或23123456"), ("tel_h", "住宅電話", "home_phone", "ex:0223123456"), ("phone", "行動電話", "mobile_phone", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))
        now = {key: t.saved_contact.get(key, getattr(p, key)) for _, _, key, _ in cols}
        if path == "user/update":
            self.takes(r, phone="mobile_phone")
            if bad := self.verify(r, s):
                return bad
            got = {key: r.get(f).strip() for f, _, key, _ in cols}
            if not all(r.has(f) for f, *_ in cols) or r.get("orig_phone") != now["mobile_phone"]:
                s["flash_danger"] = "資料已被異動，請重新整理"
            elif not re.fullmatch(r"09\d{8}", got["mobile_phone"]):
                s["flash_danger"] = "The 行動電話 field is not in the correct format."
            else:
                t.saved_contact = got
                t.counts["contact_saved"] += 1
                s["flash_success"] = "Data updated successfully! 連絡資料已儲存"
            return self.go("user/profile")
        rows = "".join(f'<div class="form-group"><label for="{f}">{label}：</label><input type="text" class="form-control" id="{f}" name="{f}" value="{escape(now[key])}"><p class="help-block">{hint}</p></div>' for f, label, key, hint in cols)
        body = f"""{self.form(r, s, 'user/update', 'role="form"')}<input type="hidden" name="orig_phone" value="{escape(now['mobile_phone'])}"><div class="box box-primary"><div class="box-header"><h3 class="box-title">台大醫院---維護個人連絡資料</h3></div><div class="box-body">
<div class="form-group"><label>員工編號：</label><input type="text" class="form-control" value="{p.employee_id}" disabled></div><div class="form-group"><label>姓名：</label><input type="text" class="form-control" value="{p.name}" disabled></div>{rows}</div>
<div class="box-footer"><button type="submit" class="btn btn-success"><i class="fa fa-floppy-o"></i> 異動儲存</button></div></div></form>"""
        return self.view(r, s, "維護個人連絡資料", body, out=self.back())

    # ---- account site
    def account(self, r: Request) -> Response:
        t, s = self.truth, self.load(r)
        path = r.path.removeprefix("/index.php").strip("/") or "welcome"
        if path == "welcome":
            body = """<div class="row"><div class="col-md-6"><div class="box"><div class="box-header">《規範》</div><div class="box-body"><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>使用本帳號發信、登入VPN等，依本院資安規定進行系統記錄。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同</li></ul></div></div></div>
<div class="col-md-6"><div class="box"><div class="box-header">《常見問題與服務》</div><div class="box-body"><b>密碼修改後多久可以生效</b><br>即時生效。<br><b>忘記密碼</b><br>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</div></div></div></div>
<a class="btn btn-app" href="/index.php/account/verify/enable"><i class="fa fa-cloud"></i> 啟用網路帳號及<br>首次雲端帳號密碼設定</a> 啟用本院微軟相關服務，如：Office365, Outlook...
<a class="btn btn-app" href="/index.php/account/verify/forgot"><i class="fa fa-repeat"></i> 重置雲端服務密碼</a> 重設非Portal帳號的密碼：Email, 無線網路, KM <a class="btn btn-app disabled" href="#">總院廠商VPN展延申請</a>"""
            return self.view(r, s, "網路帳號服務", body)
        if path in ("account/verify/enable", "account/verify/forgot"):
            s["for"] = path.rsplit("/", 1)[1]
            return self.otp_page(r, s)
        if path == "account/otp":
            return self.otp(r, s)
        if path in ("account/sms", "account/sms_send") and s.get("emp"):
            if path == "account/sms_send":
                self.takes(r, reg_phone="registered_phone")
                if bad := self.verify(r, s):
                    return bad
                if r.get("reg_phone").strip() == t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                    s["code"], s["code_at"] = t.new_message(), str(time.time())
                    s["flash_success"] = "簡訊動態碼已寄出，請查看手機 (SMS sent)"
                    return self.go("account/verify/" + s["for"])
                s["flash_danger"] = "The phone number does not match our records. 門號與登記不符"
                return self.go("account/sms")
            body = f"""{self.form(r, s, 'account/sms_send')}<p>帳號：{s['emp']}</p><div class="form-group"><label>請輸入帳號登記的手機門號(10碼)</label><input type="tel" class="form-control" name="reg_phone" maxlength="10" required></div><button type="submit" class="btn btn-warning">確定發送</button> <a class="btn btn-default" href="/index.php/account/verify/{s['for']}">取消</a></form>"""
            return self.view(r, s, "發送簡訊", body)
        if "account:" + s.get("aid", "") not in t.sessions:
            s["flash_danger"] = "請先完成身分驗證"
            return self.go("welcome")
        if path == "account/leave":
            t.sessions.discard("account:" + s["aid"])
            t.counts["sign_out_account"] += 1
            self.renew(r, {})
            return self.go("welcome")
        if path in ("account/setup", "account/save"):
            return self.setup(r, s, path)
        return Response("<h1>404 Page Not Found</h1>", 404)

    def otp_page(self, r: Request, s: dict[str, str]) -> Response:
        head = "啟用網路帳號及首次雲端帳號密碼設定" if s["for"] == "enable" else "重置雲端服務密碼"
        body = f"""<ol class="breadcrumb"><li><a href="/index.php/welcome">Home</a></li><li class="active">進行身分驗證</li></ol><div class="callout callout-info"><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li></ul></div>
{self.form(r, s, 'account/otp')}<table class="table table-bordered"><tr><td>網路帳號 / 主職員工編號</td><td><input type="text" class="form-control" name="emp" value="{s.get('emp', '')}" maxlength="6"></td><td><button type="submit" name="act" value="sms" class="btn btn-default"><i class="fa fa-mobile"></i> 發送簡訊動態碼</button></td></tr>
<tr><td>簡訊(或MOTP)動態碼</td><td><input type="text" class="form-control" name="otp" maxlength="6" autocomplete="one-time-code"></td><td><button type="submit" name="act" value="next" class="btn btn-primary">下一步 <i class="fa fa-arrow-right"></i></button></td></tr></table></form>"""
        return self.view(r, s, head, body)

    def otp(self, r: Request, s: dict[str, str]) -> Response:
        t = self.truth
        self.takes(r, emp="employee_id", otp="code")
        if (bad := self.verify(r, s)) or not s.get("for"):
            return bad or self.go("welcome")
        emp = r.get("emp").strip()
        here = self.go("account/verify/" + s["for"])
        if emp != t.person.employee_id:
            t.counts["code_refused"] += r.get("act") == "next"
            s["flash_danger"] = "User not found. 查無此員工編號"
            return here
        s["emp"] = emp
        if r.get("act") == "sms":
            return self.go("account/sms")
        if r.get("act") != "next":
            return here
        if not s.get("code") or r.get("otp").strip() != s["code"]:
            s["flash_danger"] = "Invalid OTP. 動態碼錯誤"
        elif time.time() - float(s["code_at"]) > 120:
            s["flash_danger"] = "OTP expired. 動態碼逾期"
        else:
            aid = secrets.token_hex(6)
            self.renew(r, {"aid": aid, "for": s["for"]})
            t.sessions.add("account:" + aid)
            t.counts["code_accepted"] += 1
            return self.go("account/setup")
        t.counts["code_refused"] += 1
        return here

    def setup(self, r: Request, s: dict[str, str], path: str) -> Response:
        t, p, enable = self.truth, self.truth.person, s["for"] == "enable"
        out = '<ul class="nav navbar-nav"><li><a href="/index.php/account/leave"><i class="fa fa-sign-out"></i> 登出</a></li></ul>'
        if path == "account/save":
            n = {x: s.pop("map_" + x, "-") for x in ("alias", "pw", "pw2")}
            self.takes(r, **{n["alias"]: "alias", n["pw"]: "cloud_password", n["pw2"]: "cloud_password_again"})
            if bad := self.verify(r, s):
                return bad
            alias, one = r.get(n["alias"]).strip(), r.get(n["pw"])
            if enable and t.alias:
                s["flash_danger"] = "Already activated. 不可重複啟用"
            elif enable and alias.lower() == "taken.name":
                s["flash_danger"] = "The 電子郵件名稱 field must contain a unique value. 名稱已被使用"
            elif enable and not re.fullmatch(r"[A-Za-z0-9][\w.-]{1,63}", alias, re.A):
                s["flash_danger"] = "The 電子郵件名稱 field is not in the correct format."
            elif not enable and not t.alias:
                s["flash_danger"] = "尚未啟用網路帳號"
            elif len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search(r"\d", one) or one == t.portal_password:
                s["flash_danger"] = "密碼強度不足或與Portal密碼相同"
            elif one != r.get(n["pw2"]):
                s["flash_danger"] = "The 確認密碼 field does not match the 密碼 field."
            else:
                t.cloud_password = one
                if enable:
                    t.alias = alias
                    t.counts["activated"] += 1
                    return self.view(r, s, "Done", f'<div class="jumbotron"><h2><i class="fa fa-smile-o"></i> Activated!</h2><p>雲端帳號 <code>{escape(alias)}@ntuh.gov.tw</code> 啟用作業已完成，明天開始可以使用。</p></div>', out=out)
                s["flash_success"] = "雲端服務密碼重置成功"
            return self.go("account/setup")
        n = self.names(s, "alias", "pw", "pw2")
        facts = "".join(f'<dt>{a}</dt><dd>{b}</dd>' for a, b in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        pair = f'<div class="form-group"><label for="s2">密碼 Password</label><input type="password" id="s2" class="form-control" name="{n["pw"]}" autocomplete="new-password"><p class="help-block">至少8碼，需有英文及數字</p></div><div class="form-group"><label for="s3">確認密碼 Confirm</label><input type="password" id="s3" class="form-control" name="{n["pw2"]}" autocomplete="new-password"></div>'
        if enable and t.alias:
            form = f'<p><span class="label label-success">Activated 已完成啟用</span> {escape(t.alias)}@ntuh.gov.tw</p>'
        elif enable:
            form = f"""{self.form(r, s, 'account/save')}<div class="form-group"><label for="s1">雲端服務帳號 (電子郵件名稱)</label><div class="input-group"><input type="text" id="s1" class="form-control" name="{n['alias']}" maxlength="64"><span class="input-group-addon">@ntuh.gov.tw</span></div><p class="help-block">名稱長度限64字元內</p></div>{pair}
<a class="btn btn-default" href="/index.php/account/leave">取消啟用</a> <button type="submit" class="btn btn-primary">啟用雲端服務</button> <small>服務於設定完成隔日生效</small></form>"""
        else:
            form = f'{self.form(r, s, "account/save")}{pair}<button type="submit" class="btn btn-primary">確定重置</button></form>'
        return self.view(r, s, "設定密碼與郵件別名" if enable else "重置雲端服務密碼", f'<dl class="dl-horizontal">{facts}</dl>{form}', out=out)

    # ---- webmail (Roundcube with a plugin)
    def mail(self, r: Request) -> Response:
        t, s = self.truth, self.load(r)
        if r.query.get("_task") == "captcha":
            return Response(picture(t.new_captcha("abcdefghijkmnpqrstuvwxyz23456789", 5), "PNG"), kind="image/png", headers=self.jar)
        live = "mail:" + s.get("mid", "") in t.sessions
        if live and r.query.get("_task") == "logout" and r.query.get("_token") == s["mid"]:
            t.sessions.discard("mail:" + s["mid"])
            t.counts["sign_out_mail"] += 1
            self.renew(r, {})
            return redirect("/?_task=login", *self.jar)
        if live:
            return Response(f'<!doctype html><html><head><title>Roundcube Webmail :: 收件匣</title></head><body class="task-mail"><div id="topline"><span class="username">{escape(t.alias)}@ntuh.gov.tw</span><a class="button-logout" id="rcmbtn101" href="./?_task=logout&amp;_token={s["mid"]}">登出</a></div><ul id="mailboxlist"><li class="mailbox inbox selected"><a href="./?_task=mail&amp;_mbox=INBOX">收件匣</a></li><li><a href="./?_task=mail&amp;_mbox=Sent">寄件備份</a></li></ul></body></html>', headers=self.jar)
        word = ""
        if r.method == "POST":
            self.takes(r, _user="mail_account", _pass="mail_password", _captcha="captcha")
            wanted, t.captcha = t.captcha, ""
            if not s.get("token") or r.get("_token") != s.pop("token") or r.get("_task") != "login":
                word = "您的連線階段無效或已經到期"
            elif not wanted or r.get("_captcha").strip() != wanted:
                word = "圖形驗證失敗"
            elif not t.alias or r.get("_user").strip().lower() != t.alias.lower() or r.get("_pass") != t.cloud_password:
                word = "登入失敗"
            else:
                mid = secrets.token_hex(8)
                self.renew(r, {"mid": mid})
                t.sessions.add("mail:" + mid)
                t.counts["mail_sign_in"] += 1
                return redirect("/?_task=mail&_token=" + mid, *self.jar)
        s["token"] = secrets.token_hex(12)
        return Response(f"""<!doctype html><html lang="zh_TW"><head><title>Roundcube Webmail :: 歡迎</title></head><body class="task-login"><form name="form" method="post" action="./?_task=login" id="login-form"><input type="hidden" name="_token" value="{s['token']}"><input type="hidden" name="_task" value="login"><input type="hidden" name="_action" value="login"><input type="hidden" name="_timezone" id="rcmlogintz" value="_default_"><input type="hidden" name="_url" id="rcmloginurl" value="">
<table><tbody><tr><td class="title"><label for="rcmloginuser">帳號:</label></td><td class="input"><input name="_user" id="rcmloginuser" required size="40" autocapitalize="none" type="text"></td></tr><tr><td class="title"><label for="rcmloginpwd">密碼:</label></td><td class="input"><input name="_pass" id="rcmloginpwd" required size="40" type="password"></td></tr>
<tr><td class="title"><label>驗證碼(小寫字母或數字):</label></td><td class="input"><input name="_captcha" size="8" autocomplete="off" type="text"> <img src="./?_task=captcha" alt=""></td></tr></tbody></table><label><input type="checkbox" name="_remember" value="1"> 記住登入資訊 (公用電腦請勿勾選)</label><p class="formbuttons"><button type="submit" id="rcmloginsubmit" class="button mainaction">登入</button></p></form>
<div id="messagestack">{f'<div class="error">{word}</div>' if word else ''}</div><div class="board"><h4>公佈欄</h4>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<br>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}/">https://help.ntuh.gov.tw/</a></div></body></html>""", headers=self.jar)

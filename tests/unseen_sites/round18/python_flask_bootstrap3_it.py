"""A Flask site by the IT office: Bootstrap 3, glyphicons, WTForms' csrf_token, flash messages, post-redirect-get."""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from truth import Request, Response, Site, picture, redirect


class TheSite(Site):
    title = "python_flask_bootstrap3_it"

    def __init__(self) -> None:
        super().__init__()
        self.bags: dict[str, dict] = {}
        self.tickets: dict[str, str] = {}

    # ---- "flask"
    def _dispatch(self, app: str, req: Request, rules: dict) -> Response:
        cookie = f"ntuh_{app}_session"
        sid = req.cookies.get(cookie, "")
        fresh = sid not in self.bags
        if fresh:
            sid = "eyJ" + secrets.token_urlsafe(24)
            self.bags[sid] = {"csrf": "Im" + secrets.token_urlsafe(40), "sid": sid, "flash": []}
        bag = self.bags[sid]
        view = rules.get(req.path)
        if view is None:
            out = Response("<!doctype html>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>The requested URL was not found on the server.</p>", 404)
        else:
            out = view(req, bag)
        if fresh:
            out.headers.append(("Set-Cookie", f"{cookie}={sid}; HttpOnly; Path=/; SameSite=Lax"))
        return out

    def _csrf_ok(self, req: Request, bag: dict) -> bool:
        return req.get("csrf_token") == bag["csrf"]

    def _bad(self) -> Response:
        return Response("<!doctype html>\n<title>400 Bad Request</title>\n<h1>Bad Request</h1>\n<p>The CSRF token is missing or invalid. 表單憑證失效，請重新整理頁面。</p>", 400)

    def _base(self, bag: dict, title: str, content: str, navbar: str = "") -> Response:
        alerts = "".join(f'<div class="alert alert-{c} alert-dismissible" role="alert"><button type="button" class="close" data-dismiss="alert"><span aria-hidden="true">&times;</span></button>{m}</div>' for c, m in bag["flash"])
        bag["flash"] = []
        return Response(f"""<!doctype html>
<html lang="zh-Hant-TW">
  <head>
    <meta charset="utf-8">
    <title>{title} | 臺大醫院資訊室</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <style>body{{font-family:sans-serif}} .modal{{display:none;position:fixed;top:80px;left:30%;background:#fff;border:1px solid #999;padding:15px}} .modal.in{{display:block}} .alert-danger{{background:#f2dede}} .alert-success{{background:#dff0d8}} .help-block{{color:#777}} .hidden{{display:none}}</style>
  </head>
  <body>
    <nav class="navbar navbar-inverse"><div class="container"><div class="navbar-header"><a class="navbar-brand" href="/"><span class="glyphicon glyphicon-plus-sign"></span> 臺大醫院</a></div>{navbar}</div></nav>
    <div class="container">
      {alerts}
      <div class="page-header"><h3>{title}</h3></div>
{content}
      <hr><footer><small class="text-muted">資訊室 系統組 &copy; 2016　分機 261120</small></footer>
    </div>
    <script>
    (function () {{
      var i, b = document.querySelectorAll('[data-toggle="modal"],[data-dismiss="modal"],[data-dismiss="alert"]');
      for (i = 0; i < b.length; i++) b[i].onclick = function () {{
        if (this.getAttribute('data-dismiss') === 'alert') {{ this.parentNode.style.display = 'none'; return; }}
        var m = document.querySelector(this.getAttribute('data-target') || '.modal');
        m.className = this.getAttribute('data-toggle') ? 'modal fade in' : 'modal fade';
      }};
    }})();
    </script>
  </body>
</html>""")

    def _row(self, label: str, control: str, ident: str, hint: str = "", err: str = "") -> str:
        note = f'<p class="help-block">{hint}</p>' if hint else ""
        bad = f'<span class="help-block text-danger">{err}</span>' if err else ""
        return f"""
        <div class="form-group{' has-error' if err else ''}">
          <label class="col-sm-3 control-label" for="{ident}">{label}</label>
          <div class="col-sm-6">{control}{note}{bad}</div>
        </div>"""

    def _in(self, ident: str, value: str = "", kind: str = "text", more: str = "") -> str:
        return f'<input class="form-control" id="{ident}" name="{ident}" type="{kind}" value="{escape(value)}"{more}>'

    # ---- portal
    def portal(self, req: Request) -> Response:
        return self._dispatch("portal", req, {
            "/": self.p_root, "/auth/login": self.p_login, "/auth/captcha": self.p_captcha, "/auth/logout": self.p_logout,
            "/home": self.p_home, "/go/passwd": self.p_go, "/go/contact": self.p_go, "/go/na": self.p_na, "/search": self.p_na})

    def _in_portal(self, bag: dict) -> bool:
        return "portal:" + bag["sid"] in self.truth.sessions

    def p_root(self, req: Request, bag: dict) -> Response:
        return redirect("/home" if self._in_portal(bag) else "/auth/login?next=%2Fhome")

    def p_captcha(self, req: Request, bag: dict) -> Response:
        return Response(picture(self.truth.new_captcha(), "PNG"), kind="image/png", headers=[("Cache-Control", "no-store")])

    def p_login(self, req: Request, bag: dict) -> Response:
        errs: dict[str, str] = {}
        who = ""
        if req.method == "POST":
            self.takes(req, branch="campus", username="employee_id", password="portal_password", captcha="captcha")
            want, self.truth.captcha = self.truth.captcha, ""
            if not self._csrf_ok(req, bag):
                return self._bad()
            who = req.get("username").strip()
            if req.get("branch") not in ("main", "bh", "js", "hc", "yl"):
                errs["branch"] = "Not a valid choice"
            elif not want or req.get("captcha").strip().upper() != want:
                errs["captcha"] = "驗證碼錯誤"
                self.truth.counts["sign_in_refused"] += 1
            elif who != self.truth.person.employee_id or req.get("password") != self.truth.portal_password or req.get("branch") != "main":
                bag["flash"].append(("danger", '<span class="glyphicon glyphicon-exclamation-sign"></span> 帳號或密碼不正確，請重新登入。'))
                self.truth.counts["sign_in_refused"] += 1
            else:
                self.truth.sessions.add("portal:" + bag["sid"])
                self.truth.counts["sign_in"] += 1
                bag["flash"].append(("info", f"歡迎回來，{self.truth.person.name}"))
                return redirect("/home")
        return self._base(bag, "PORTAL系統登入", f"""
      <form class="form-horizontal" method="post" action="" role="form" novalidate>
        <input id="csrf_token" name="csrf_token" type="hidden" value="{bag['csrf']}">
        {self._row('院區', '<select class="form-control" id="branch" name="branch"><option selected value="main">總院區</option><option value="bh">北護分院</option><option value="js">金山分院</option><option value="hc">新竹臺大分院</option><option value="yl">雲林分院</option></select>', 'branch', err=errs.get('branch', ''))}
        {self._row('帳號', '<div class="input-group"><span class="input-group-addon"><i class="glyphicon glyphicon-user"></i></span>' + self._in('username', who, more=' maxlength="6" required') + '</div>', 'username')}
        {self._row('密碼', '<div class="input-group"><span class="input-group-addon"><i class="glyphicon glyphicon-lock"></i></span>' + self._in('password', kind='password', more=' required') + '</div>', 'password')}
        {self._row('驗證碼 <small>(不用區分大小寫)</small>', self._in('captcha', more=' autocomplete="off" maxlength="6"') + f'<img src="/auth/captcha?_={secrets.randbelow(10**7)}" class="img-thumbnail" alt="captcha"> <a href="/auth/login" class="btn btn-default btn-xs"><span class="glyphicon glyphicon-refresh"></span></a>', 'captcha', err=errs.get('captcha', ''))}
        <div class="form-group"><div class="col-sm-offset-3 col-sm-6"><button type="submit" class="btn btn-primary"><span class="glyphicon glyphicon-log-in"></span> 登入 Sign in</button></div></div>
      </form>""", '<ul class="nav navbar-nav"><li><a href="#">院外網</a></li><li><a href="#">數位學習</a></li><li><a href="#">KM系統</a></li><li><a href="#">差勤系統</a></li></ul>')

    def _bar(self) -> str:
        return f"""<form class="navbar-form navbar-left" action="/search"><input type="text" class="form-control" name="q" placeholder="搜尋功能"><button type="submit" class="btn btn-default"><span class="glyphicon glyphicon-search"></span></button></form>
<ul class="nav navbar-nav navbar-right"><li><p class="navbar-text">{self.truth.person.name} 您好!</p></li><li><a href="/auth/logout"><span class="glyphicon glyphicon-off"></span> 登出系統</a></li></ul>"""

    def p_home(self, req: Request, bag: dict) -> Response:
        if not self._in_portal(bag):
            bag["flash"].append(("warning", "請先登入"))
            return redirect("/auth/login")
        items = [("/go/passwd", "lock", "更改密碼"), ("/go/na", "bell", "個人簽章提醒設定"), ("/go/na", "usd", "員工待遇福利查詢"), ("/go/na", "search", "查詢員工連絡資料"), ("/go/contact", "phone", "維護個人連絡資料"), ("/go/na", "plus", "個人就醫紀錄查詢"), ("/go/na", "phone-alt", "行動憑證申請")]
        menu = "".join(f'<a class="list-group-item" href="{u}"><span class="glyphicon glyphicon-{g}"></span> {t}</a>' for u, g, t in items)
        return self._base(bag, "功能選單", f"""<div class="row"><div class="col-md-4"><div class="panel panel-primary"><div class="panel-heading">個人管理</div><div class="list-group">{menu}</div></div></div>
<div class="col-md-8"><h4>全院公告 <span class="badge">2</span></h4><table class="table table-striped table-hover"><thead><tr><th>日期</th><th>標題</th></tr></thead><tbody><tr><td>2019/10/21</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr><tr><td>2018/12/13</td><td>Portal資訊系統登入首頁改版</td></tr></tbody></table></div></div>""", self._bar())

    def p_go(self, req: Request, bag: dict) -> Response:
        if not self._in_portal(bag):
            return redirect("/auth/login")
        ticket = secrets.token_urlsafe(20)
        self.tickets[ticket] = bag["sid"]
        return redirect(f"{self.urls['inner']}/staff/{'password' if req.path == '/go/passwd' else 'contact'}?ticket={ticket}")

    def p_na(self, req: Request, bag: dict) -> Response:
        bag["flash"].append(("warning", "您沒有該功能的權限"))
        return redirect("/home")

    def p_logout(self, req: Request, bag: dict) -> Response:
        if self._in_portal(bag):
            self.truth.sessions.discard("portal:" + bag["sid"])
            self.truth.counts["sign_out_portal"] += 1
        self.bags.pop(bag["sid"], None)
        return redirect("/auth/login", ("Set-Cookie", "ntuh_portal_session=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/"))

    # ---- inner
    def inner(self, req: Request) -> Response:
        return self._dispatch("staff", req, {"/staff/password": self.i_password, "/staff/contact": self.i_contact})

    def _gate(self, req: Request, bag: dict) -> Response | None:
        ticket = req.query.get("ticket")
        if ticket:
            bag["portal"] = self.tickets.pop(ticket, bag.get("portal", ""))
            return redirect(req.path)
        if "portal:" + bag.get("portal", "") not in self.truth.sessions:
            return Response("<!doctype html><title>403 Forbidden</title><h1>Forbidden</h1><p>請由 PORTAL 進入。</p>", 403)
        return None

    def _foot(self) -> str:
        p = self.urls["portal"]
        return f'<p><a class="btn btn-default" href="{p}/home"><span class="glyphicon glyphicon-home"></span> 回功能選單</a> <a class="btn btn-link" href="{p}/auth/logout">登出系統</a></p>'

    def i_password(self, req: Request, bag: dict) -> Response:
        gate = self._gate(req, bag)
        if gate:
            return gate
        errs: dict[str, str] = {}
        if req.method == "POST":
            self.takes(req, current="old_password", password="new_password", confirm="new_password_again")
            if not self._csrf_ok(req, bag):
                return self._bad()
            new = req.get("password")
            if req.get("current") != self.truth.portal_password:
                errs["current"] = "目前密碼不正確"
            if len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search(r"\d", new):
                errs["password"] = "長度須8字元以上且含英文及數字"
            if req.get("confirm") != new:
                errs["confirm"] = "Field must be equal to password."
            if not errs:
                self.truth.portal_password = new
                self.truth.counts["password_changed"] += 1
                bag["flash"].append(("success", '<span class="glyphicon glyphicon-ok"></span> 密碼已變更，請妥善保管。'))
                return redirect("/staff/password")
            self.truth.counts["password_refused"] += 1
            bag["flash"].append(("danger", "密碼未變更，請修正下列欄位。"))
        rows = "".join(self._row(t + "：", self._in(k, kind="password"), k, err=errs.get(k, "")) for k, t in (("current", "請輸入舊密碼"), ("password", "請輸入新密碼"), ("confirm", "請再輸入新密碼")))
        return self._base(bag, "更改密碼", f"""<form class="form-horizontal" method="post"><input id="csrf_token" name="csrf_token" type="hidden" value="{bag['csrf']}">{rows}
<div class="form-group"><label class="col-sm-3 control-label">密碼強度檢核：</label><div class="col-sm-6"><div class="progress"><div class="progress-bar"></div></div></div></div>
<div class="col-sm-offset-3"><button class="btn btn-warning" type="submit"><i class="glyphicon glyphicon-floppy-disk"></i> 變更</button></div></form>
<div class="well well-sm">密碼設定條件：<ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol></div>{self._foot()}""")

    FIELDS = (("last_name_en", "english_surname", "英文姓", "ex:Chen(陳)"), ("first_name_en", "english_given", "英文首名", "ex: Yi-Fen(怡芬)"), ("middle_name_en", "english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填"),
              ("office_tel", "office_phone", "辦公室電話", "ex:61234或23123456"), ("home_tel", "home_phone", "住宅電話", "ex:0223123456"), ("cellphone", "mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))

    def i_contact(self, req: Request, bag: dict) -> Response:
        gate = self._gate(req, bag)
        if gate:
            return gate
        who, err = self.truth.person, ""
        values = {k: self.truth.saved_contact.get(key, getattr(who, key)) for k, key, *_ in self.FIELDS}
        if req.method == "POST":
            self.takes(req, cellphone="mobile_phone")
            if not self._csrf_ok(req, bag) or not all(req.has(k) for k in values):
                return self._bad()
            values = {k: req.get(k).strip() for k in values}
            if not re.fullmatch(r"09\d{8}", values["cellphone"]):
                err = "手機格式有誤，應為09開頭共10碼"
            else:
                self.truth.saved_contact = {key: values[k] for k, key, *_ in self.FIELDS}
                self.truth.counts["contact_saved"] += 1
                bag["flash"].append(("success", '<span class="glyphicon glyphicon-ok"></span> 連絡資料已更新'))
                return redirect("/staff/contact")
        rows = "".join(f'<tr><th><label for="{k}">{t}</label></th><td>{self._in(k, values[k])}{"<span class=text-danger>" + err + "</span>" if err and k == "cellphone" else ""}</td><td class="text-muted">{h}</td></tr>' for k, key, t, h in self.FIELDS)
        return self._base(bag, "台大醫院---維護個人連絡資料", f"""<form method="post"><input id="csrf_token" name="csrf_token" type="hidden" value="{bag['csrf']}">
<p><button type="submit" class="btn btn-success"><span class="glyphicon glyphicon-floppy-saved" aria-hidden="true"></span> 異動儲存</button></p>
<table class="table table-bordered"><tr><th>員工編號</th><td>{who.employee_id}</td><td>姓名：{who.name}</td></tr>{rows}</table></form>{self._foot()}""")

    # ---- account
    def account(self, req: Request) -> Response:
        return self._dispatch("help", req, {
            "/": self.a_index, "/account/enable": self.a_verify, "/account/enable/setup": self.a_setup, "/account/enable/done": self.a_done,
            "/account/reset": self.a_verify, "/account/reset/setup": self.a_setup, "/account/reset/done": self.a_done, "/account/exit": self.a_exit, "/vpn": self.a_index})

    def a_index(self, req: Request, bag: dict) -> Response:
        return self._base(bag, "網路帳號自助服務", """<p class="lead">說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<div class="panel panel-danger"><div class="panel-heading">《規範》</div><div class="panel-body"><ul><li>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</li><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li></ul></div></div>
<div class="panel panel-info"><div class="panel-heading">《常見問題與服務》</div><table class="table"><tr><th>密碼修改後多久可以生效</th><td>即時生效。</td></tr><tr><th>忘記密碼</th><td>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</td></tr></table></div>
<p><a class="btn btn-primary btn-lg" href="/account/enable"><span class="glyphicon glyphicon-cloud-upload"></span> 啟用網路帳號及首次雲端帳號密碼設定</a></p>
<p><a class="btn btn-warning btn-lg" href="/account/reset"><span class="glyphicon glyphicon-repeat"></span> 重置雲端服務密碼</a></p><p><a class="btn btn-default" href="/vpn">總院廠商VPN展延申請</a></p>""")

    def a_verify(self, req: Request, bag: dict) -> Response:
        kind, t, emp = req.path.rsplit("/", 1)[1], self.truth, ""
        if req.method == "POST":
            self.takes(req, emp_id="employee_id", cell="registered_phone", otp="code")
            if not self._csrf_ok(req, bag):
                return self._bad()
            emp = req.get("emp_id").strip()
            if not re.fullmatch(r"\d{6}", emp):
                bag["flash"].append(("danger", "請先輸入員工編號(6位數)"))
            elif req.get("action") == "send":
                real = t.saved_contact.get("mobile_phone") or t.person.mobile_phone
                if emp != t.person.employee_id or req.get("cell").strip() != real:
                    bag["flash"].append(("danger", "手機門號與登記資料不符，無法發送簡訊"))
                else:
                    bag["otp"] = (t.new_message(), time.time(), kind)
                    bag["flash"].append(("success", "<b>動態碼簡訊發送成功</b> 成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"))
            elif req.get("action") == "next":
                otp = bag.get("otp")
                if otp and time.time() - otp[1] > 120:
                    bag["flash"].append(("danger", "動態碼已過期，請重新發送"))
                    t.counts["code_refused"] += 1
                elif not otp or emp != t.person.employee_id or req.get("otp").strip() != otp[0] or otp[2] != kind:
                    bag["flash"].append(("danger", "動態碼不正確"))
                    t.counts["code_refused"] += 1
                else:
                    bag.pop("otp")
                    bag["ok"] = kind
                    t.counts["code_accepted"] += 1
                    t.sessions.add("account:" + bag["sid"])
                    return redirect(f"/account/{kind}/setup")
        title = "啟用網路帳號及首次雲端帳號密碼設定" if kind == "enable" else "重置雲端服務密碼"
        return self._base(bag, title, f"""<ol class="breadcrumb"><li><a href="/">首頁</a></li><li class="active">{title}</li></ol>
<div class="well"><b>注意事項</b><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div>
<form method="post" id="verify" autocomplete="off"><button type="submit" name="action" value="next" class="hidden" tabindex="-1" aria-hidden="true"></button><input id="csrf_token" name="csrf_token" type="hidden" value="{bag['csrf']}">
<table class="table"><tr><td>網路帳號 / 主職員工編號</td><td>{self._in('emp_id', emp, more=' maxlength="6"')}</td><td><button type="button" class="btn btn-info" data-toggle="modal" data-target="#smsModal"><span class="glyphicon glyphicon-envelope"></span> 發送簡訊動態碼</button></td></tr>
<tr><td>簡訊(或MOTP)動態碼</td><td>{self._in('otp')}</td><td></td></tr>
<tr><td></td><td class="text-right"><button type="submit" name="action" value="next" class="btn btn-primary">下一步 <span class="glyphicon glyphicon-chevron-right"></span></button></td><td></td></tr></table>
<div class="modal fade" id="smsModal" tabindex="-1" role="dialog"><div class="modal-dialog"><div class="modal-content"><div class="modal-body"><label for="cell">請輸入帳號登記的手機門號(10碼)</label>{self._in('cell', kind='tel', more=' maxlength="10"')}</div>
<div class="modal-footer"><button type="submit" name="action" value="send" class="btn btn-primary"><span class="glyphicon glyphicon-send"></span> 確定發送</button> <button type="button" class="btn btn-default" data-dismiss="modal" data-target="#smsModal">取消</button></div></div></div></div>
</form>""")

    def a_setup(self, req: Request, bag: dict) -> Response:
        kind, t, who, alias = req.path.split("/")[2], self.truth, self.truth.person, ""
        if bag.get("ok") != kind or "account:" + bag["sid"] not in t.sessions:
            return redirect(f"/account/{kind}")
        if req.method == "POST":
            self.takes(req, mail_alias="alias", cloud_pw="cloud_password")
            if not self._csrf_ok(req, bag):
                return self._bad()
            if req.get("do") == "cancel":
                return redirect("/account/exit")
            alias, pw = req.get("mail_alias").strip(), req.get("cloud_pw")
            bad = ""
            if req.get("do") != "save":
                bad = "不明的動作"
            elif kind == "enable" and t.alias:
                bad = "此帳號已經開通過了，無法再次啟用"
            elif kind == "reset" and not t.alias:
                bad = "此帳號尚未啟用雲端服務"
            elif kind == "enable" and not re.fullmatch(r"[a-zA-Z0-9][a-zA-Z0-9._-]{2,63}", alias):
                bad = "電子郵件名稱含有不允許的字元或長度不符"
            elif kind == "enable" and alias.lower() == "taken.name":
                bad = "電子郵件名稱重複，請另選一個"
            elif len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search(r"\d", pw):
                bad = "雲端密碼須8碼以上並含英文及數字"
            if bad:
                bag["flash"].append(("danger", bad))
            else:
                if kind == "enable":
                    t.alias = alias
                    t.counts["activated"] += 1
                t.cloud_password = pw
                bag["done"] = True
                return redirect(f"/account/{kind}/done")
        facts = "".join(f"<tr><th>{a}</th><td>{b}</td></tr>" for a, b in (("網路帳號 / 主職員工編號", who.employee_id), ("帳號姓名", who.name), ("主職單位", who.unit), ("有效期限", who.valid_until)))
        out = '<p class="text-right"><a href="/account/exit"><span class="glyphicon glyphicon-log-out"></span> 結束作業</a></p>'
        title = "設定密碼與郵件別名" if kind == "enable" else "重置雲端服務密碼"
        if kind == "enable" and t.alias:
            return self._base(bag, title, f"""{out}<table class="table table-bordered">{facts}<tr><th>雲端服務帳號 (電子郵件名稱)</th><td>{t.alias}@ntuh.gov.tw <span class="label label-success">已啟用</span></td></tr></table>
<div class="alert alert-info">您已完成啟用，不需重複設定；如忘記密碼請使用重置雲端服務密碼。</div>""")
        name = f"""<tr><th><label for="mail_alias">雲端服務帳號<br>(電子郵件名稱)</label></th><td><div class="input-group">{self._in('mail_alias', alias, more=' maxlength="64"')}<span class="input-group-addon">@ntuh.gov.tw</span></div><p class="help-block">名稱長度限64字元內</p></td></tr>""" if kind == "enable" else ""
        keys = ("""<button type="submit" name="do" value="save" class="btn btn-success"><span class="glyphicon glyphicon-ok"></span> 啟用雲端服務</button> <button type="submit" name="do" value="cancel" class="btn btn-default"><span class="glyphicon glyphicon-remove"></span> 取消啟用</button> <small>服務於設定完成隔日生效</small>"""
                if kind == "enable" else '<button type="submit" name="do" value="save" class="btn btn-success"><span class="glyphicon glyphicon-ok"></span> 確定重置</button>')
        return self._base(bag, title, f"""{out}<form method="post"><input id="csrf_token" name="csrf_token" type="hidden" value="{bag['csrf']}"><table class="table table-bordered">{facts}{name}
<tr><th><label for="cloud_pw">設定雲端服務密碼</label></th><td>{self._in('cloud_pw', kind='password', more=' autocomplete="new-password"')}<p class="help-block">8碼以上，須含英文及數字</p></td></tr></table>{keys}</form>""")

    def a_done(self, req: Request, bag: dict) -> Response:
        if not bag.get("done"):
            return redirect("/")
        text = f"雲端服務 {self.truth.alias}@ntuh.gov.tw 設定完成，感謝您的使用。" if "/enable/" in req.path else "雲端服務密碼更新完成。"
        return self._base(bag, "完成", f'<div class="jumbotron"><h3><span class="glyphicon glyphicon-ok-circle text-success"></span> {text}</h3><a class="btn btn-primary" href="/account/exit">結束作業</a></div>')

    def a_exit(self, req: Request, bag: dict) -> Response:
        if "account:" + bag["sid"] in self.truth.sessions:
            self.truth.sessions.discard("account:" + bag["sid"])
            self.truth.counts["sign_out_account"] += 1
        for k in ("ok", "otp", "done"):
            bag.pop(k, None)
        bag["flash"].append(("info", "已結束作業"))
        return redirect("/")

    # ---- mail
    def mail(self, req: Request) -> Response:
        return self._dispatch("mail", req, {"/": self.m_login, "/captcha.jpg": self.m_captcha, "/inbox": self.m_inbox, "/logout": self.m_logout})

    def m_captcha(self, req: Request, bag: dict) -> Response:
        return Response(picture(self.truth.new_captcha("abcdefhkmnprstuvwxyz2345678", 5), "JPEG"), kind="image/jpeg")

    def m_login(self, req: Request, bag: dict) -> Response:
        t = self.truth
        if req.method == "POST":
            self.takes(req, account="mail_account", passwd="mail_password", vcode="captcha")
            want, t.captcha = t.captcha, ""
            if not self._csrf_ok(req, bag):
                return self._bad()
            if not want or req.get("vcode").strip() != want:
                bag["flash"].append(("danger", "驗證碼錯誤，請再試一次"))
            elif not t.alias or req.get("account").strip().split("@")[0].lower() != t.alias.lower() or req.get("passwd") != t.cloud_password:
                bag["flash"].append(("danger", "登入失敗，帳號或密碼有誤"))
            else:
                t.sessions.add("mail:" + bag["sid"])
                t.counts["mail_sign_in"] += 1
                return redirect("/inbox")
        return self._base(bag, "電子信箱", f"""<div class="row"><div class="col-md-6"><form class="form-horizontal" method="post"><input name="csrf_token" type="hidden" value="{bag['csrf']}">
{self._row('帳號:', self._in('account'), 'account')}{self._row('密碼:', self._in('passwd', kind='password'), 'passwd')}{self._row('驗證碼(小寫字母或數字):', self._in('vcode', more=' autocomplete="off"') + f'<img src="/captcha.jpg?{secrets.randbelow(9**6)}" alt="">', 'vcode')}
<div class="checkbox"><label><input type="checkbox" name="remember" value="y"> 記住登入資訊 (公用電腦請勿勾選)</label></div>
<button class="btn btn-primary"><span class="glyphicon glyphicon-log-in"></span> 登入</button></form></div><div class="col-md-6"><h4>公佈欄</h4><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p></div></div>""")

    def m_inbox(self, req: Request, bag: dict) -> Response:
        if "mail:" + bag["sid"] not in self.truth.sessions:
            return redirect("/")
        return self._base(bag, "收件匣", '<table class="table table-condensed"><thead><tr><th>寄件者</th><th>主旨</th><th>時間</th></tr></thead><tbody><tr><td>資訊室</td><td>信箱開通通知</td><td>08:00</td></tr></tbody></table>',
                          f'<ul class="nav navbar-nav navbar-right"><li><p class="navbar-text">{self.truth.alias}@ntuh.gov.tw</p></li><li><a href="/logout"><i class="glyphicon glyphicon-off"></i> 登出</a></li></ul>')

    def m_logout(self, req: Request, bag: dict) -> Response:
        if "mail:" + bag["sid"] in self.truth.sessions:
            self.truth.sessions.discard("mail:" + bag["sid"])
            self.truth.counts["sign_out_mail"] += 1
        return redirect("/")

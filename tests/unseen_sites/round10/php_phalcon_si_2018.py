from __future__ import annotations

import hashlib
import os
import re
import time
from html import escape as e

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect


class TheSite(Site):
    title = "php_phalcon_si_2018"

    def __init__(self) -> None:
        super().__init__()
        self.store: dict[str, dict] = {}
        self.sso: dict[str, str] = {}

    # ---- PHP session, $this->security, $this->flashSession
    def boot(self, q: Request, name: str) -> None:
        self.sid = q.cookies.get(name, "")
        self.out: list[tuple[str, str]] = []
        if self.sid not in self.store:
            self.sid = hashlib.sha1(os.urandom(16)).hexdigest()[:26]
            self.store[self.sid] = {}
            self.out.append(("Set-Cookie", f"{name}={self.sid}; path=/; HttpOnly"))
        self.s = self.store[self.sid]

    def token(self) -> str:
        if not self.s.get("tk"):
            self.s["tk"] = (hashlib.md5(os.urandom(8)).hexdigest()[:16], hashlib.md5(os.urandom(8)).hexdigest())
        k, v = self.s["tk"]
        return f'<input type="hidden" name="{k}" value="{v}" />'

    def check(self, q: Request) -> bool:
        tk = self.s.pop("tk", None)
        ok = bool(tk) and q.method == "POST" and q.get(tk[0]) == tk[1]
        if not ok:
            self.flash("warning", "表單驗證碼(Token)過期，請再操作一次")
        return ok

    def flash(self, kind: str, text: str) -> None:
        self.s.setdefault("flash", []).append((kind, text))

    def go(self, to: str) -> Response:
        return redirect(to, *self.out)

    def volt(self, title: str, content: str, skin: str = "skin-blue", top: str = "", status: int = 200) -> Response:
        said = "".join(f'<div class="{k}Message alert alert-{ {"error": "danger", "warning": "warning", "success": "success", "notice": "info"}[k] }"><i class="fa fa-bell-o"></i> {e(m)}</div>\n' for k, m in self.s.pop("flash", []))
        return Response(f'''<!DOCTYPE html>
<html lang="zh-TW">
<head>
    <meta charset="UTF-8">
    <title>{title}</title>
    <meta content='width=device-width, initial-scale=1, maximum-scale=1' name='viewport'>
    <link rel="stylesheet" type="text/css" href="/css/bootstrap.min.css" />
    <link rel="stylesheet" type="text/css" href="/css/AdminLTE.min.css" />
    <script type="text/javascript" src="/js/jquery-2.2.4.min.js"></script>
    <script type="text/javascript" src="/js/bootstrap.min.js"></script>
</head>
<body class="{skin}">
{top}
<!-- flash -->
{said}{content}
<footer class="main-footer"><strong>Copyright &copy; 2018 恆運資訊整合股份有限公司</strong> 系統維護</footer>
</body>
</html>''', status, headers=self.out)

    def nav(self, links: str) -> str:
        return f'''<header class="main-header"><nav class="navbar navbar-static-top"><form class="navbar-form navbar-left" role="search" action="/search/index" method="get"><div class="input-group"><input type="text" name="keyword" class="form-control" placeholder="請輸入關鍵字"><span class="input-group-btn"><button type="submit" class="btn btn-flat"><i class="fa fa-search"></i></button></span></div></form><ul class="nav navbar-nav navbar-right">{links}</ul></nav></header>'''

    def captcha_image(self, letters: str | None = None, kind: str = "PNG") -> Response:
        self.s["phrase"] = self.truth.new_captcha(letters) if letters else self.truth.new_captcha()
        return Response(picture(self.s["phrase"], kind, (130, 38)), kind="image/" + kind.lower(), headers=self.out + [("Cache-Control", "no-cache, must-revalidate")])

    def phrase_ok(self, given: str, fold: bool = True) -> bool:
        phrase = self.s.pop("phrase", "")
        live = bool(phrase) and phrase == self.truth.captcha
        self.truth.captcha = ""
        given = given.strip()
        return live and (given.upper() == phrase.upper() if fold else given == phrase)

    # ---- PORTAL: index.php?_url=/controller/action
    def portal(self, q: Request) -> Response:
        self.boot(q, "PHPSESSID")
        t = self.truth
        if q.path == "/":
            return self.go("/index.php?_url=/session/index")
        if q.path != "/index.php":
            return self.volt("404", "<section class='content'>找不到網頁</section>", status=404)
        route = q.query.get("_url", "/session/index")
        if route == "/captcha/render":
            return self.captcha_image()
        if route == "/session/start":
            self.takes(q, branch="campus", login="employee_id", pwd="portal_password", phrase="captcha")
            if not self.check(q):
                return self.go("/index.php?_url=/session/index")
            fault = ""
            if not self.phrase_ok(q.get("phrase")):
                fault = "圖形驗證錯誤!!"
            elif q.get("branch") not in ("T0", "T2", "T3", "T4", "T5", "Y0"):
                fault = "請選擇所屬院區"
            elif q.get("login").strip() != t.person.employee_id or q.get("pwd") != t.portal_password:
                fault = "帳密比對失敗，請洽資訊室 261120"
            if fault:
                t.counts["sign_in_refused"] += 1
                self.flash("error", fault)
                return self.go("/index.php?_url=/session/index")
            self.s["auth"] = q.get("login").strip()
            t.sessions.add("portal:" + self.sid)
            t.counts["sign_in"] += 1
            return self.go("/index.php?_url=/notice/index")
        if route == "/session/index":
            options = "".join(f'<option value="{v}">{n}</option>' for v, n in (("", "-- 院區 --"), ("T0", "總院區"), ("T2", "北護"), ("T3", "金山"), ("T4", "新竹"), ("T5", "竹東"), ("Y0", "雲林")))
            return self.volt("醫療資訊系統 PORTAL", f'''<div class="login-box"><div class="login-logo"><b>醫療資訊</b>系統</div><div class="login-box-body"><p class="login-box-msg">健康守護, 醫界典範</p>
<form action="/index.php?_url=/session/start" method="post" autocomplete="off">{self.token()}
<div class="form-group"><label for="branch">院區</label><select id="branch" name="branch" class="form-control" required>{options}</select></div>
<div class="form-group has-feedback"><input type="text" id="login" name="login" class="form-control" placeholder="帳號" maxlength="6" required><span class="glyphicon glyphicon-user form-control-feedback"></span></div>
<div class="form-group has-feedback"><input type="password" id="pwd" name="pwd" class="form-control" placeholder="密碼" required><span class="glyphicon glyphicon-lock form-control-feedback"></span></div>
<div class="form-group row"><div class="col-xs-6"><input type="text" id="phrase" name="phrase" class="form-control" placeholder="驗證碼 (不用區分大小寫)" maxlength="6"></div><div class="col-xs-6"><img id="cap" src="/index.php?_url=/captcha/render" alt="captcha" onclick="this.src='/index.php?_url=/captcha/render&amp;r='+Math.random()"></div></div>
<div class="row"><div class="col-xs-8"><div class="checkbox icheck"><label><input type="checkbox" name="big" value="1"> 使用大字體介面</label></div></div><div class="col-xs-4"><button type="submit" class="btn btn-primary btn-block btn-flat"><i class="fa fa-sign-in"></i> 登入</button></div></div></form><a href="#">忘記了？請撥 261120</a></div></div>''', "login-page")
        if "auth" not in self.s or "portal:" + self.sid not in t.sessions:
            self.flash("notice", "請先登入")
            return self.go("/index.php?_url=/session/index")
        if route == "/notice/index":
            return self.volt("重要公告", '''<div class="content"><div class="box box-warning"><div class="box-header"><h3 class="box-title">重要公告</h3></div><div class="box-body"><p>2018/10/13　總院Portal資訊系統登入首頁預定於108年1月1日改成新的版本。</p></div><div class="box-footer"><a class="btn btn-default" href="/index.php?_url=/main/index">我知道了，繼續</a></div></div></div>''')
        if route == "/session/end":
            t.sessions.discard("portal:" + self.sid)
            t.counts["sign_out_portal"] += 1
            self.store.pop(self.sid, None)
            return self.go("/index.php?_url=/session/index")
        if route.startswith("/jump/to/"):
            tk = hashlib.sha1(os.urandom(9)).hexdigest()
            self.sso[tk] = self.sid
            return self.go(f'{self.urls["inner"]}/enter/{tk}/{route.rsplit("/", 1)[1]}')
        if route == "/main/index":
            entries = "".join(f'<li><a href="{u}"><i class="fa fa-circle-o"></i> <span>{n}</span></a></li>' for n, u in (
                ("更改密碼", "/index.php?_url=/jump/to/password"), ("個人簽章提醒設定", "#1"), ("薪資所得免稅額申報表", "#2"), ("員工待遇福利查詢", "#3"), ("查詢員工連絡資料", "#4"),
                ("維護個人連絡資料", "/index.php?_url=/jump/to/contact"), ("個人追蹤名單", "#5"), ("流感同意書列印", "#6")))
            return self.volt("PORTAL", f'''<aside class="main-sidebar"><ul class="sidebar-menu"><li class="header">MAIN NAVIGATION</li><li class="treeview"><a href="#"><span>行政系統</span></a></li><li class="treeview active"><a href="#"><i class="fa fa-user"></i> <span>個人管理</span> <i class="fa fa-angle-left pull-right"></i></a><ul class="treeview-menu menu-open">{entries}</ul></li></ul></aside><section class="content"><h4>{t.person.name} 您好!</h4>總院差勤待簽 <span class="badge">0</span> 未核准 <span class="badge">0</span></section>''',
                top=self.nav('<li><a href="/index.php?_url=/session/end"><i class="fa fa-power-off"></i> 登出系統</a></li>'))
        return self.volt("404", "<section class='content'>找不到網頁</section>", status=404)

    # ---- inner: employee self service
    def inner(self, q: Request) -> Response:
        self.boot(q, "HRSESS")
        t = self.truth
        part = q.path.strip("/").split("/")
        if part[0] == "enter" and len(part) == 3:
            owner = self.sso.pop(part[1], "")
            if "portal:" + owner in t.sessions and part[2] in ("password", "contact"):
                self.s["owner"] = owner
                return self.go(f"/{part[2]}/index")
            return self.volt("403", "<section class='content'>通行憑證失效，請由PORTAL重新點選功能。</section>", status=403)
        if "portal:" + self.s.get("owner", "") not in t.sessions:
            return self.go(self.urls["portal"] + "/")
        nav = self.nav(f'<li><a href="{self.urls["portal"]}/index.php?_url=/main/index">回功能選單</a></li><li><a href="{self.urls["portal"]}/index.php?_url=/session/end">登出系統</a></li>')
        if q.path == "/password/save":
            self.takes(q, pass_old="old_password", pass_new="new_password", pass_confirm="new_password_again")
            if self.check(q):
                new, faults = q.get("pass_new"), []
                if q.get("pass_old") != t.portal_password:
                    faults.append("舊的密碼不對喔")
                if len(new) < 8 or not re.search(r"[A-Za-z]", new) or not re.search(r"[0-9]", new):
                    faults.append("密碼規則：8個字元以上，英文及數字都要有")
                if new != q.get("pass_confirm"):
                    faults.append("確認欄位與新密碼不一樣")
                if new == t.portal_password:
                    faults.append("新舊密碼不得相同")
                for fault in faults:
                    self.flash("error", fault)
                if faults:
                    t.counts["password_refused"] += 1
                else:
                    t.portal_password = new
                    t.counts["password_changed"] += 1
                    self.flash("success", "密碼已異動，請牢記您的新密碼")
            return self.go("/password/index")
        if q.path == "/password/index":
            line = "".join(f'<div class="form-group"><label class="col-sm-3 control-label" for="{n}">{w}</label><div class="col-sm-6"><input type="password" id="{n}" name="{n}" class="form-control"></div></div>\n' for n, w in (
                ("pass_old", "請輸入舊密碼："), ("pass_new", "請輸入新密碼："), ("pass_confirm", "請再輸入新密碼：")))
            return self.volt("更改密碼", f'''<section class="content-header"><h1>更改密碼 <small>Change Password</small></h1><ol class="breadcrumb"><li>個人管理</li><li class="active">更改密碼</li></ol></section><section class="content"><form class="form-horizontal" action="/password/save" method="post">{self.token()}
{line}<div class="form-group"><span class="col-sm-3 control-label">密碼強度檢核：</span><div class="col-sm-6 progress"><div class="progress-bar" style="width:0%"></div></div></div><div class="callout callout-info">密碼設定條件：<br>1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字</div><button type="reset" class="btn btn-default">清除重填</button> <button type="submit" class="btn btn-success"><i class="fa fa-check"></i> 送出更改</button></form></section>''', top=nav)
        fields = (("en_last", "english_surname", "英文姓：", "ex:Chen(陳)"), ("en_first", "english_given", "英文首名：", "ex: Yi-Fen(怡芬)"), ("en_mid", "english_middle", "英文中名：", "ex:Mary 為英文別名，如無，可不填"),
                  ("tel_o", "office_phone", "辦公室電話：", "ex:61234或23123456"), ("tel_h", "home_phone", "住宅電話：", "ex:0223123456"), ("tel_m", "mobile_phone", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))
        if q.path == "/contact/save":
            self.takes(q, **{"emp[tel_m]": "mobile_phone"})
            if self.check(q):
                got = {n: q.get(f"emp[{n}]").strip() for n, *_ in fields}
                if not all(q.has(f"emp[{n}]") for n in got) or q.get("emp[no]") != t.person.employee_id:
                    self.flash("error", "欄位不完整")
                elif not re.fullmatch(r"09\d{8}", got["tel_m"]):
                    self.flash("error", "行動電話必須是10碼數字")
                else:
                    t.saved_contact.update({k: got[n] for n, k, *_ in fields})
                    t.counts["contact_saved"] += 1
                    self.flash("success", "1 筆資料已儲存")
            return self.go("/contact/index")
        if q.path == "/contact/index":
            line = "".join(f'<div class="col-md-6"><div class="form-group"><label>{w}</label><input type="text" name="emp[{n}]" value="{e(t.saved_contact.get(k, getattr(t.person, k)))}" class="form-control" maxlength="30"><p class="help-block">{h}</p></div></div>\n' for n, k, w, h in fields)
            return self.volt("維護個人連絡資料", f'''<section class="content-header"><h1>台大醫院---維護個人連絡資料</h1></section><section class="content"><form action="/contact/save" method="post">{self.token()}<button type="submit" class="btn btn-danger"><span class="glyphicon glyphicon-floppy-disk"></span> 異動儲存</button><div class="row"><div class="col-md-6"><label>員工編號：</label><input type="text" name="emp[no]" value="{t.person.employee_id}" readonly class="form-control"></div><div class="col-md-6"><label>姓名：</label><input type="text" value="{t.person.name}" disabled class="form-control"></div>
{line}</div></form></section>''', top=nav)
        return self.volt("404", "<section class='content'>找不到網頁</section>", status=404)

    # ---- account
    def account(self, q: Request) -> Response:
        self.boot(q, "CLOUDSESS")
        t, p = self.truth, self.truth.person
        here = q.path
        if here in ("/", "/index/index"):
            return self.volt("帳號服務網", f'''<div class="container"><h2>帳號服務網</h2><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><div class="panel panel-danger"><div class="panel-heading">《規範》</div><div class="panel-body">網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用。<br>如有借用帳號行為，致院內重要資料或個人資料外洩時，該網路帳號擁有者需負相關法律之責任。</div></div>
<div class="panel panel-default"><div class="panel-heading"><a data-toggle="collapse" href="#faq1">《常見問題與服務》</a></div><div id="faq1" class="panel-collapse collapse in"><div class="panel-body">密碼修改後多久可以生效：即時生效。<br>忘記密碼：請以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</div></div></div>
<form action="/index/agree" method="post">{self.token()}<div class="checkbox"><label><input type="checkbox" id="agree" name="agree" value="Y"> 我已詳閱並同意遵守上述規範</label></div>
<button type="submit" name="goto" value="apply" class="btn btn-lg btn-primary need" disabled>啟用網路帳號及首次雲端帳號密碼設定</button> <button type="submit" name="goto" value="forget" class="btn btn-lg btn-warning need" disabled>重置雲端服務密碼</button> <a class="btn btn-lg btn-default" href="#vpn">總院廠商VPN展延申請</a></form>
<script>document.getElementById('agree').onclick=function(){{var b=document.querySelectorAll('.need');for(var i=0;i<b.length;i++)b[i].disabled=!this.checked;}};</script></div>''', "layout-top-nav")
        if here == "/index/agree":
            self.takes(q, agree="consent")
            if not self.check(q):
                return self.go("/")
            if q.get("agree") != "Y" or q.get("goto") not in ("apply", "forget"):
                self.flash("warning", "請先勾選同意規範")
                return self.go("/")
            self.s["flow"] = q.get("goto")
            return self.go("/verify/index")
        if here == "/verify/leave":
            if "account:" + self.sid in t.sessions:
                t.sessions.discard("account:" + self.sid)
                t.counts["sign_out_account"] += 1
            self.store.pop(self.sid, None)
            return self.go("/")
        flow = self.s.get("flow")
        if not flow:
            return self.go("/")
        name = "啟用網路帳號及首次雲端帳號密碼設定" if flow == "apply" else "重置雲端服務密碼"
        top = self.nav('<li><a href="/">首頁</a></li><li><a href="/verify/leave">離開系統</a></li>')
        if here == "/verify/index":
            modal = ""
            if self.s.pop("modal", False):
                modal = f'''<div class="modal fade in" id="smsModal" tabindex="-1" role="dialog" style="display:block"><div class="modal-dialog modal-sm"><div class="modal-content"><form action="/verify/sms" method="post">{self.token()}<input type="hidden" name="emp_no" value="{e(self.s.get("emp_no", ""))}"><div class="modal-header"><h4 class="modal-title">發送簡訊</h4></div><div class="modal-body"><label>請輸入帳號登記的手機門號(10碼)</label><input type="tel" name="cell" maxlength="10" class="form-control" autocomplete="off"></div><div class="modal-footer"><a href="/verify/index" class="btn btn-default">取消</a><button type="submit" class="btn btn-primary">確定發送</button></div></form></div></div></div><div class="modal-backdrop fade in"></div>'''
            return self.volt(name, f'''<section class="content"><h3>{name}</h3><div class="callout callout-warning"><h4>注意事項</h4><ul><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li><li>如果有安裝MOTP APP，則可直接開啟APP取得動態碼，無須透過簡訊發送。</li></ul></div>{modal}
<form action="/verify/check" method="post" class="form-horizontal">{self.token()}<table class="table table-bordered"><tr><th>網路帳號 / 主職員工編號</th><td><input type="text" name="emp_no" maxlength="6" class="form-control" value="{e(self.s.get("emp_no", ""))}"></td><td><button type="submit" formaction="/verify/ask" class="btn btn-info">發送簡訊動態碼</button></td></tr><tr><th>簡訊(或MOTP)動態碼</th><td><input type="text" name="otp" maxlength="6" class="form-control" autocomplete="off"></td><td></td></tr></table><div class="text-right"><button type="submit" class="btn btn-primary">下一步 <i class="fa fa-arrow-right"></i></button></div></form></section>''', "layout-top-nav", top)
        if here in ("/verify/ask", "/verify/sms", "/verify/check"):
            self.takes(q, emp_no="employee_id", cell="registered_phone", otp="code")
            if not self.check(q):
                return self.go("/verify/index")
            no = q.get("emp_no").strip()
            self.s["emp_no"] = no if re.fullmatch(r"\d{1,6}", no) else ""
            if no != p.employee_id:
                self.flash("error", "員工編號不存在或非主職編號")
            elif here == "/verify/ask":
                self.s["modal"] = True
            elif here == "/verify/sms":
                if q.get("cell").strip() == t.saved_contact.get("mobile_phone", p.mobile_phone):
                    self.s["sent"] = (no, t.new_message(), time.time())
                    self.flash("success", "動態碼簡訊發送成功，成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」")
                else:
                    self.flash("error", "門號與留存資料不同，未發送")
            else:
                who, code, when = self.s.get("sent", ("", "", 0.0))
                if not code or who != no or q.get("otp").strip() != code:
                    t.counts["code_refused"] += 1
                    self.flash("error", "動態碼輸入錯誤!!")
                elif time.time() - when > 120:
                    t.counts["code_refused"] += 1
                    self.flash("error", "動態碼已逾2分鐘，請重發")
                else:
                    del self.s["sent"]
                    self.s["proved"] = flow
                    t.sessions.add("account:" + self.sid)
                    t.counts["code_accepted"] += 1
                    return self.go("/apply/form" if flow == "apply" else "/forget/form")
            return self.go("/verify/index")
        if "account:" + self.sid not in t.sessions or self.s.get("proved") != flow:
            return self.go("/verify/index")
        boxes = '<tr><th><span class="text-red">*</span> 雲端服務密碼</th><td><input type="password" name="cpw" class="form-control" autocomplete="new-password"><span class="help-block">8碼以上，英文及數字混合</span></td></tr><tr><th><span class="text-red">*</span> 密碼確認</th><td><input type="password" name="cpw2" class="form-control" autocomplete="new-password"></td></tr>'
        if here == "/apply/save" and flow == "apply":
            self.takes(q, mail_alias="alias", cpw="cloud_password", cpw2="cloud_password_again")
            if not self.check(q):
                return self.go("/apply/form")
            wish = q.get("mail_alias").strip()
            self.s["wish"] = wish[:64]
            fault = ""
            if q.get("act") == "cancel":
                return self.go("/")
            if t.alias:
                fault = "您已經啟用過了，不可重複申請"
            elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9_.-]{0,63}", wish):
                fault = "郵件名稱含有不允許的字元"
            elif wish.lower() == "taken.name":
                fault = "郵件名稱已被其他同仁使用"
            fault = fault or self.judge(q)
            if fault:
                self.flash("error", fault)
                return self.go("/apply/form")
            t.alias, t.cloud_password = wish, q.get("cpw")
            t.counts["activated"] += 1
            return self.go("/apply/result")
        if here == "/apply/result" and t.alias:
            return self.volt("完成", f'<section class="content"><div class="jumbotron"><h2><i class="fa fa-thumbs-o-up"></i> 申請完成</h2><p>信箱 {e(t.alias)}@ntuh.gov.tw 建立成功，隔日生效。</p><a class="btn btn-primary" href="/verify/leave">離開系統</a></div></section>', "layout-top-nav", top)
        if here == "/apply/form" and flow == "apply":
            facts = "".join(f"<tr><th>{k}</th><td>{v}</td></tr>" for k, v in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
            if t.alias:
                form = f'<table class="table">{facts}<tr><th>雲端服務帳號 (電子郵件名稱)</th><td>{e(t.alias)}@ntuh.gov.tw <span class="label label-success">服務中</span></td></tr></table><p>此帳號之前已申請完成，毋須重新設定。</p>'
            else:
                form = f'''<form action="/apply/save" method="post">{self.token()}<table class="table">{facts}<tr><th><span class="text-red">*</span> 雲端服務帳號 (電子郵件名稱)</th><td><div class="input-group"><input type="text" name="mail_alias" maxlength="64" class="form-control" value="{e(self.s.get("wish", ""))}"><span class="input-group-addon">@ntuh.gov.tw</span></div>名稱長度限64字元內</td></tr>{boxes}</table><button type="submit" name="act" value="enable" class="btn btn-primary">啟用雲端服務</button> <button type="submit" name="act" value="cancel" class="btn btn-default">取消啟用</button> 服務於設定完成隔日生效</form>'''
            return self.volt(name, f'<section class="content"><h3>設定密碼與郵件別名</h3><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li></ul>{form}</section>', "layout-top-nav", top)
        if here == "/forget/save" and flow == "forget":
            self.takes(q, cpw="cloud_password", cpw2="cloud_password_again")
            if self.check(q):
                fault = self.judge(q) or ("" if t.alias else "您尚未啟用雲端服務")
                if fault:
                    self.flash("error", fault)
                else:
                    t.cloud_password = q.get("cpw")
                    self.flash("success", "重置成功，新的雲端服務密碼立即可用")
            return self.go("/forget/form")
        if here == "/forget/form" and flow == "forget":
            return self.volt(name, f'<section class="content"><h3>重置雲端服務密碼</h3><form action="/forget/save" method="post">{self.token()}<table class="table">{boxes}</table><button type="submit" class="btn btn-primary">確認重置</button></form></section>', "layout-top-nav", top)
        return self.volt("404", "<section class='content'>找不到網頁</section>", status=404)

    def judge(self, q: Request) -> str:
        a, b = q.get("cpw"), q.get("cpw2")
        if len(a) < 8 or a.isalpha() or a.isdigit() or not re.search("[A-Za-z]", a) or not re.search("[0-9]", a):
            return "雲端服務密碼不合規定"
        if a != b:
            return "密碼確認欄不相符"
        return "雲端服務密碼不可設成與PORTAL一樣" if a == self.truth.portal_password else ""

    # ---- webmail
    def mail(self, q: Request) -> Response:
        self.boot(q, "MAILSESS")
        t = self.truth
        if q.path == "/login/pic.jpg":
            return self.captcha_image("abcdefghijkmnpqrstuvwxyz23456789", "JPEG")
        inside = "mail:" + self.sid in t.sessions
        if q.path == "/login/auth":
            self.takes(q, mail_user="mail_account", mail_pass="mail_password", pic="captcha")
            if self.check(q):
                if not self.phrase_ok(q.get("pic"), False):
                    self.flash("error", "驗證圖片輸入錯誤")
                elif not t.alias or q.get("mail_user").strip() != t.alias or q.get("mail_pass") != t.cloud_password:
                    self.flash("error", "登入不成功，請確認帳號密碼")
                else:
                    t.sessions.add("mail:" + self.sid)
                    t.counts["mail_sign_in"] += 1
                    return self.go("/box/inbox")
            return self.go("/login")
        if q.path == "/box/logout" and inside:
            t.sessions.discard("mail:" + self.sid)
            t.counts["sign_out_mail"] += 1
            return self.go("/login")
        if q.path == "/box/inbox" and inside:
            return self.volt("收件匣", f'<section class="content"><h3>收件匣 <small>{e(t.alias)}@ntuh.gov.tw</small></h3><table class="table table-hover"><tr><td>資訊室</td><td>歡迎使用電子信箱</td></tr></table></section>', top=self.nav('<li><a href="/box/logout">登出</a></li>'))
        if q.path != "/login":
            return self.go("/login")
        return self.volt("電子郵件系統", f'''<div class="login-box"><form action="/login/auth" method="post">{self.token()}<div class="form-group"><label for="mail_user">帳號:</label><input type="text" id="mail_user" name="mail_user" class="form-control"></div><div class="form-group"><label for="mail_pass">密碼:</label><input type="password" id="mail_pass" name="mail_pass" class="form-control"></div><div class="form-group"><label for="pic">驗證碼(小寫字母或數字):</label><input type="text" id="pic" name="pic" class="form-control" maxlength="6"><img src="/login/pic.jpg" alt=""></div><div class="checkbox"><label><input type="checkbox" name="remember" value="1"> 記住登入資訊 (公用電腦請勿勾選)</label></div><button class="btn btn-primary">登入信箱</button></form><h4>公佈欄</h4><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p></div>''', "login-page")

"""CodeIgniter 3 with Bootstrap 3: tabs, accordions, a modal, flashdata, a csrf token that is new after each post."""

from __future__ import annotations

import re
import secrets
import time
from html import escape as e

from truth import Request, Response, Site, picture, redirect

JS = """
function onReady(f){document.addEventListener('DOMContentLoaded',f);}
onReady(function(){
  document.querySelectorAll('[data-toggle=tab]').forEach(function(a){a.addEventListener('click',function(ev){
    ev.preventDefault();
    document.querySelectorAll('.tab-pane,.nav-tabs li').forEach(function(p){p.classList.remove('active');});
    document.querySelector(a.getAttribute('href')).classList.add('active'); a.parentNode.classList.add('active');});});
  document.querySelectorAll('[data-toggle=collapse]').forEach(function(a){a.addEventListener('click',function(ev){
    ev.preventDefault(); document.querySelector(a.getAttribute('href')).classList.toggle('in');});});
  document.querySelectorAll('[data-toggle=modal]').forEach(function(b){b.addEventListener('click',function(){
    document.querySelector(b.getAttribute('data-target')).classList.add('in');});});
  document.querySelectorAll('[data-dismiss=modal]').forEach(function(b){b.addEventListener('click',function(){
    b.closest('.modal').classList.remove('in');});});
});
"""
CSS = (".tab-pane{display:none}.tab-pane.active{display:block}.panel-collapse{display:none}.panel-collapse.in{display:block}"
       ".modal{display:none}.modal.in{display:block;position:fixed;top:20%;left:30%;background:#fff;border:1px solid #999;padding:20px}"
       ".nav-tabs li{display:inline-block;margin-right:12px}.alert-danger{color:#a94442}.alert-success{color:#3c763d}.hide{display:none}")
GONE = "<h1>The action you have requested is not allowed.</h1><p>表單已失效，請回上一頁重新整理後再試。</p>"


class TheSite(Site):
    title = "codeigniter_tabs_accordion"

    def __init__(self) -> None:
        super().__init__()
        self.store: dict[str, dict] = {}

    # ---- what system/core would do
    def sess(self, q: Request, cookie: str) -> dict:
        s = self.store.get(q.cookies.get(cookie, ""))
        if s is None or s["cookie"] != cookie:
            sid = secrets.token_hex(20)
            s = self.store[sid] = {"id": sid, "cookie": cookie, "csrf": secrets.token_hex(16), "flash": "", "bad": ""}
        return s

    def csrf_ok(self, q: Request, s: dict) -> bool:
        good = q.get("csrf_test_name") == s["csrf"]
        s["csrf"] = secrets.token_hex(16)
        return good

    def token(self, s: dict) -> str:
        return f'<input type="hidden" name="csrf_test_name" value="{s["csrf"]}" style="display:none;" />'

    def go(self, s: dict, to: str, flash: str = "", bad: str = "") -> Response:
        s["flash"], s["bad"] = flash, bad
        return redirect("/index.php/" + to, ("Set-Cookie", f"{s['cookie']}={s['id']}; path=/; HttpOnly"), status=303)

    def view(self, s: dict, head: str, body: str, nav: str = "", crumbs: str = "") -> Response:
        told = ""
        if s["flash"]:
            told += f'<div class="alert alert-success alert-dismissible" role="alert"><button type="button" class="close" data-dismiss="alert"><span>&times;</span></button><i class="glyphicon glyphicon-ok"></i> {s["flash"]}</div>'
        if s["bad"]:
            told += f'<div class="alert alert-danger" role="alert"><strong>錯誤!</strong> {s["bad"]}</div>'
        s["flash"] = s["bad"] = ""
        return Response(f"""<!DOCTYPE html>
<html lang="zh-TW">
<head>
  <meta charset="utf-8">
  <meta http-equiv="X-UA-Compatible" content="IE=edge">
  <title>{head}</title>
  <style>{CSS}</style>
  <script>{JS}</script>
</head>
<body>
<nav class="navbar navbar-inverse navbar-static-top"><div class="container"><a class="navbar-brand" href="#">台大醫院 NTUH</a>{nav}</div></nav>
<div class="container">
  <ol class="breadcrumb"><li>首頁</li>{crumbs}<li class="active">{head}</li></ol>
  {told}
  {body}
</div>
<footer class="text-muted">Page rendered in <strong>0.0{secrets.randbelow(900) + 100}</strong> seconds. CodeIgniter Version 3.1.11</footer>
</body></html>""", headers=[("Set-Cookie", f"{s['cookie']}={s['id']}; path=/; HttpOnly"), ("Cache-Control", "no-store")])

    # ---- portal
    def portal(self, q: Request) -> Response:
        s, t = self.sess(q, "hp_session"), self.truth
        inside = "portal:" + s["id"] in t.sessions
        way = q.path.removeprefix("/index.php").strip("/")
        if way.startswith("captcha/"):
            return Response(picture(s.get("word", "?"), "JPEG"), kind="image/jpeg")
        if way == "auth/verify" and q.method == "POST":
            self.takes(q, branch="campus", identity="employee_id", passwd="portal_password", captcha="captcha")
            good, want, t.captcha = self.csrf_ok(q, s), t.captcha, ""
            if not good:
                return Response(GONE, 403)
            if q.get("branch") not in ("T0", "T2", "T3", "T4", "T5", "Y0"):
                return self.go(s, "auth/login", bad="院區 欄位必填")
            if not want or s.get("word") != want or q.get("captcha").strip().upper() != want:
                t.counts["sign_in_refused"] += 1
                return self.go(s, "auth/login", bad="圖形驗證碼錯誤")
            if q.get("identity").strip() != t.person.employee_id or q.get("passwd") != t.portal_password:
                t.counts["sign_in_refused"] += 1
                return self.go(s, "auth/login", bad="登入失敗，帳號密碼有誤")
            t.sessions.add("portal:" + s["id"])
            t.counts["sign_in"] += 1
            return self.go(s, "home")
        if way == "auth/pki" and q.method == "POST":
            self.takes(q)
            self.csrf_ok(q, s)
            return self.go(s, "auth/login", bad="讀卡機未安裝")
        if way == "auth/logout":
            if inside:
                t.sessions.discard("portal:" + s["id"])
                t.counts["sign_out_portal"] += 1
            return self.go(s, "auth/login", flash="您已登出")
        if way == "home" and inside:
            return self.home(s)
        if way.startswith("link/") and inside:
            return self.go(s, "home", bad="權限不足，無法使用此功能")
        if way != "auth/login":
            return self.go(s, "auth/login")
        s["word"] = t.new_captcha()
        return self.view(s, "醫療資訊系統登入", f"""
<ul class="nav nav-tabs" role="tablist">
  <li class="active"><a href="#pane-pki-no" data-toggle="tab">密碼登入</a></li><li><a href="#pane-pki" data-toggle="tab">醫事憑證登入</a></li></ul>
<div class="tab-content">
<div class="tab-pane" id="pane-pki"><form action="/index.php/auth/pki" method="post" class="form-inline">{self.token(s)}
  <div class="form-group"><label for="pin">PIN碼</label> <input type="password" class="form-control" name="pin" id="pin" maxlength="8"></div>
  <button type="submit" class="btn btn-default">憑證登入</button></form></div>
<div class="tab-pane active" id="pane-pki-no">
<form action="/index.php/auth/verify" method="post" accept-charset="utf-8" class="form-horizontal" id="frm_login">{self.token(s)}
  <div class="form-group"><label class="col-sm-2 control-label">院區</label><div class="col-sm-4"><select name="branch" class="form-control">
    <option value="T0" selected="selected">總院區</option><option value="T2">北護分院</option><option value="T3">金山分院</option><option value="T4">新竹分院</option><option value="T5">竹東分院</option><option value="Y0">雲林分院</option></select></div></div>
  <div class="form-group"><label class="col-sm-2 control-label" for="identity">帳號 <small>Account</small></label><div class="col-sm-4"><div class="input-group"><span class="input-group-addon"><i class="glyphicon glyphicon-user"></i></span><input type="text" name="identity" value="" id="identity" class="form-control" maxlength="6"></div></div></div>
  <div class="form-group"><label class="col-sm-2 control-label" for="passwd">密碼 <small>Password</small></label><div class="col-sm-4"><div class="input-group"><span class="input-group-addon"><i class="glyphicon glyphicon-lock"></i></span><input type="password" name="passwd" value="" id="passwd" class="form-control"></div></div></div>
  <div class="form-group"><label class="col-sm-2 control-label" for="captcha">驗證碼<br><small>(不用區分大小寫)</small></label><div class="col-sm-2"><img src="/captcha/{time.time():.4f}.jpg" width="120" height="36" alt=" "></div><div class="col-sm-2"><input type="text" name="captcha" id="captcha" class="form-control" maxlength="6" autocomplete="off"></div></div>
  <div class="form-group"><div class="col-sm-offset-2"><label class="radio-inline"><input type="radio" name="menu" value="med" checked> 醫療相關選單</label><label class="radio-inline"><input type="radio" name="menu" value="adm"> 行政系統選單</label><label class="radio-inline"><input type="radio" name="menu" value="opd"> 門診系統</label></div></div>
  <button type="submit" class="btn btn-primary btn-lg"><i class="glyphicon glyphicon-log-in"></i> 登入系統</button>
</form></div></div>""")

    def home(self, s: dict) -> Response:
        base = f"{self.urls['inner']}/index.php/personal/enter?SESSION={s['id']}&amp;tab="
        groups = [("醫療系統", [("/index.php/link/opd", "門診系統"), ("/index.php/link/ipd", "住院系統")]), ("數位學習", [("/index.php/link/tms", "TMS 數位學習")]),
                  ("行政系統", [("/index.php/link/form", "表單下載"), ("/index.php/link/duty", "差勤系統")]),
                  ("個人管理", [(base + "passwd", "更改密碼"), ("/index.php/link/sign", "個人簽章提醒設定"), ("/index.php/link/tax", "薪資所得免稅額申報表"),
                            ("/index.php/link/query", "查詢員工連絡資料"), (base + "contact", "維護個人連絡資料"), ("/index.php/link/opdrec", "個人就醫紀錄查詢"), ("/index.php/link/track", "個人追蹤名單")])]
        panels = ""
        for i, (name, links) in enumerate(groups):
            rows = "".join(f'<a class="list-group-item" href="{to}"><i class="glyphicon glyphicon-chevron-right"></i> {text}</a>' for to, text in links)
            panels += (f'<div class="panel panel-default"><div class="panel-heading" id="h{i}"><h4 class="panel-title"><a role="button" data-toggle="collapse" data-parent="#acc" href="#c{i}">{name}</a></h4></div>'
                       f'<div id="c{i}" class="panel-collapse collapse{" in" if not i else ""}"><div class="list-group">{rows}</div></div></div>')
        return self.view(s, "功能選單", f'<p class="lead">{self.truth.person.name} 您好!</p><form class="form-inline" action="/index.php/home" method="get"><input class="form-control" name="kw" placeholder="搜尋功能"> <button class="btn">搜尋</button></form>'
                         f'<div class="panel-group" id="acc" role="tablist">{panels}</div><h4>全院公告 <span class="badge">2</span></h4><table class="table"><tr><td>2019/10/21</td><td>請填報薪資所得免稅額申報表</td></tr></table>',
                         nav='<ul class="nav navbar-nav navbar-right"><li><a href="/index.php/auth/logout"><i class="glyphicon glyphicon-off"></i> 登出</a></li></ul>')

    # ---- inner: one page, two tabs
    def inner(self, q: Request) -> Response:
        t, s = self.truth, self.sess(q, "pm_session")
        way = q.path.removeprefix("/index.php").strip("/")
        if q.method == "POST":
            self.takes(q, old_pwd="old_password", new_pwd="new_password", new_pwd_conf="new_password_again", mobile="mobile_phone")
        if way == "personal/enter" and "portal:" + q.query.get("SESSION", "") in t.sessions:
            s["owner"] = q.query["SESSION"]
            return self.go(s, "personal/index/" + ("contact" if q.query.get("tab") == "contact" else "passwd"))
        if "portal:" + s.get("owner", "") not in t.sessions:
            return Response(f'<meta charset="utf-8"><p>連線逾時，<a href="{self.urls["portal"]}/">請重新登入</a></p>', 200)
        if way == "personal/passwd" and q.method == "POST":
            if not self.csrf_ok(q, s):
                return Response(GONE, 403)
            new, why = q.get("new_pwd"), ""
            if q.get("old_pwd") != t.portal_password:
                why = "舊密碼輸入錯誤"
            elif len(new) < 8 or not re.search("[a-zA-Z]", new) or not re.search("[0-9]", new):
                why = "新密碼 須至少8個字元且包含英文及數字"
            elif new != q.get("new_pwd_conf"):
                why = "新密碼與確認密碼不一致"
            t.counts["password_refused" if why else "password_changed"] += 1
            if why:
                return self.go(s, "personal/index/passwd", bad=why)
            t.portal_password = new
            return self.go(s, "personal/index/passwd", flash="您的密碼已更新")
        if way == "personal/contact" and q.method == "POST":
            if not self.csrf_ok(q, s):
                return Response(GONE, 403)
            keys = dict(english_surname="en_last", english_given="en_first", english_middle="en_mid", office_phone="tel_office", home_phone="tel_home", mobile_phone="mobile")
            if not all(q.has(k) for k in keys.values()):
                return self.go(s, "personal/index/contact", bad="資料不完整")
            got = {k: q.get(n).strip() for k, n in keys.items()}
            if not re.fullmatch(r"09[0-9]{8}", got["mobile_phone"]):
                return self.go(s, "personal/index/contact", bad="行動電話 格式不正確")
            if not re.fullmatch(r"[A-Za-z' -]+", got["english_surname"]) or not re.fullmatch(r"[0-9#-]*", got["office_phone"] + got["home_phone"]):
                return self.go(s, "personal/index/contact", bad="英文姓或電話 含有不允許的字元")
            t.saved_contact = got
            t.counts["contact_saved"] += 1
            return self.go(s, "personal/index/contact", flash="連絡資料更新成功")
        return self.personal(s, way.endswith("contact"))

    def personal(self, s: dict, contact: bool) -> Response:
        t, p = self.truth, self.truth.person
        now = {k: e(t.saved_contact.get(k, getattr(p, k))) for k in ("english_surname", "english_given", "english_middle", "office_phone", "home_phone", "mobile_phone")}
        on = ("", " active") if contact else (" active", "")

        def row(text: str, name: str, key: str, hint: str, most: int) -> str:
            return (f'<div class="form-group"><label class="col-sm-2 control-label" for="{name}">{text}：</label><div class="col-sm-4"><input type="text" class="form-control" id="{name}" name="{name}" value="{now[key]}" maxlength="{most}">'
                    f'<span class="help-block">{hint}</span></div></div>')

        back = f"{self.urls['portal']}/index.php/"
        return self.view(s, "個人管理", f"""
<ul class="nav nav-tabs"><li class="{on[0]}"><a href="#t1" data-toggle="tab">更改密碼</a></li><li class="{on[1]}"><a href="#t2" data-toggle="tab">維護個人連絡資料</a></li></ul>
<div class="tab-content">
<div class="tab-pane{on[0]}" id="t1">
 <form action="/index.php/personal/passwd" method="post" class="form-horizontal" id="f1">{self.token(s)}
  <div class="form-group"><label class="col-sm-2">請輸入舊密碼：</label><input type="password" name="old_pwd" class="form-control"></div>
  <div class="form-group"><label class="col-sm-2">請輸入新密碼：</label><input type="password" name="new_pwd" class="form-control"></div>
  <div class="form-group"><label class="col-sm-2">請再輸入新密碼：</label><input type="password" name="new_pwd_conf" class="form-control"></div>
  <p>密碼強度檢核：<span class="label label-default">--</span></p>
  <div class="well">密碼設定條件：<ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol></div>
  <button type="reset" class="btn btn-default">清除</button> <button type="submit" class="btn btn-warning"><span class="glyphicon glyphicon-floppy-disk"></span> 送出</button>
 </form></div>
<div class="tab-pane{on[1]}" id="t2">
 <h3>台大醫院---維護個人連絡資料</h3>
 <form action="/index.php/personal/contact" method="post" class="form-horizontal" id="f2">{self.token(s)}
  <p><button type="submit" class="btn btn-success">異動儲存</button></p>
  <div class="form-group"><label class="col-sm-2">員工編號：</label><p class="form-control-static">{p.employee_id}</p><label>姓名：</label><p class="form-control-static">{p.name}</p></div>
  {row("英文姓", "en_last", "english_surname", "ex:Chen(陳)", 20)}{row("英文首名", "en_first", "english_given", "ex: Yi-Fen(怡芬) (說明)", 30)}{row("英文中名", "en_mid", "english_middle", "ex:Mary 為英文別名，如無，可不填", 30)}
  {row("辦公室電話", "tel_office", "office_phone", "ex:61234或23123456", 12)}{row("住宅電話", "tel_home", "home_phone", "ex:0223123456", 12)}{row("行動電話", "mobile", "mobile_phone", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", 10)}
 </form></div></div>
<hr><a class="btn btn-link" href="{back}home">回功能選單</a> <a class="btn btn-link" href="{back}auth/logout">登出系統</a>""")

    # ---- account site
    def account(self, q: Request) -> Response:
        t, s = self.truth, self.sess(q, "na_session")
        way = q.path.removeprefix("/index.php").strip("/")
        inside = "account:" + s["id"] in t.sessions
        if q.method == "POST":
            self.takes(q, agree="consent", empno="employee_id", cell="registered_phone", otp="code", mailname="alias", cloud_pw="cloud_password", cloud_pw2="cloud_password_again")
            if not self.csrf_ok(q, s):
                return Response(GONE, 403)
        pw, weak = q.get("cloud_pw"), "雲端服務密碼至少8碼，須含英文與數字，兩次輸入須相同"
        fine = len(pw) >= 8 and re.search("[A-Za-z]", pw) and re.search("[0-9]", pw) and pw == q.get("cloud_pw2")
        if way == "netacc/agree" and q.method == "POST":
            if q.get("agree") != "Y":
                return self.go(s, "netacc", bad="請先勾選已詳閱規範")
            if q.get("go") not in ("first", "reset"):
                return self.go(s, "netacc", bad="此項服務請洽資訊室")
            s.update(goal=q.get("go"), emp="", code="", at=0)
            return self.go(s, "netacc/otp")
        if way == "netacc/otp" and s.get("goal"):
            if q.method == "POST":
                return self.otp(q, s)
            return self.otp_page(s)
        if way == "netacc/logout":
            if inside:
                t.sessions.discard("account:" + s["id"])
                t.counts["sign_out_account"] += 1
            s.pop("goal", None)
            return self.go(s, "netacc", flash="已離開，謝謝使用")
        if way == "netacc/setup" and inside and q.method == "POST":
            name = q.get("mailname").strip().lower()
            s["mailname"] = name
            if t.alias:
                return self.go(s, "netacc/status", bad="雲端服務已啟用，不得重複設定")
            if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,63}", name):
                return self.go(s, "netacc/setup", bad="電子郵件名稱 僅能使用英數字及 . - _ ，長度64字元內")
            if name == "taken.name":
                return self.go(s, "netacc/setup", bad="該名稱已經被使用")
            if not fine:
                return self.go(s, "netacc/setup", bad=weak)
            t.alias, t.cloud_password = name, pw
            t.counts["activated"] += 1
            return self.go(s, "netacc/status", flash="恭喜您！雲端服務設定成功")
        if way == "netacc/reset" and inside and s.get("goal") == "reset" and q.method == "POST":
            if not t.alias or not fine:
                return self.go(s, "netacc/reset", bad=weak if t.alias else "您尚未啟用網路帳號")
            t.cloud_password = pw
            return self.go(s, "netacc/status", flash="密碼已重置，即時生效")
        if inside and way in ("netacc/setup", "netacc/reset", "netacc/status"):
            return self.setup_page(s, way.split("/")[1])
        return self.front(s) if way == "netacc" else self.go(s, "netacc", bad=s["bad"])

    def front(self, s: dict) -> Response:
        parts = [("《規範》", "網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用。<ul><li>使用本帳號發信、登入VPN等，依本院資安規定進行系統記錄。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul>"),
                 ("《常見問題與服務》密碼修改後多久可以生效", "即時生效。"), ("忘記密碼", "請親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。"), ("如何註冊MOTP動態碼", "請至院內網參閱文件。")]
        acc = "".join(f'<div class="panel panel-info"><div class="panel-heading"><a data-toggle="collapse" href="#q{i}">{a}</a></div><div id="q{i}" class="panel-collapse collapse{" in" if not i else ""}"><div class="panel-body">{b}</div></div></div>' for i, (a, b) in enumerate(parts))
        return self.view(s, "網路帳號服務", f"""<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<div class="panel-group" id="faq">{acc}</div>
<form action="/index.php/netacc/agree" method="post">{self.token(s)}
 <div class="checkbox"><label><input type="checkbox" name="agree" value="Y" id="agree" onclick="var c=this.checked;document.querySelectorAll('.need').forEach(function(b){{b.disabled=!c;}});"> 我已詳閱並同意遵守上述規範</label></div>
 <div class="row"><div class="col-md-4"><button class="btn btn-primary need" type="submit" name="go" value="first" disabled>啟用網路帳號及首次雲端帳號密碼設定</button><p>啟用本院微軟相關服務，如：Office365, Outlook...</p></div>
 <div class="col-md-4"><button class="btn btn-danger need" type="submit" name="go" value="reset" disabled>重置雲端服務密碼</button><p>重設非Portal帳號的密碼：Email, 無線網路, KM, VPN密碼...</p></div>
 <div class="col-md-4"><button class="btn btn-default need" type="submit" name="go" value="vendor" disabled>總院廠商VPN展延申請</button></div></div></form>""")

    def otp(self, q: Request, s: dict) -> Response:
        t = self.truth
        s["emp"] = q.get("empno").strip()
        if s["emp"] != t.person.employee_id:
            if q.get("act") == "next":
                t.counts["code_refused"] += 1
            return self.go(s, "netacc/otp", bad="找不到此網路帳號")
        if q.get("act") == "send":
            if q.get("cell").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                return self.go(s, "netacc/otp", bad="輸入的手機門號非帳號登記之門號")
            s.update(code=t.new_message(), at=time.time(), sent=True)
            return self.go(s, "netacc/otp")
        if q.get("act") == "next":
            same = bool(s["code"]) and q.get("otp").strip() == s["code"]
            if not same or time.time() - s["at"] > 120:
                t.counts["code_refused"] += 1
                return self.go(s, "netacc/otp", bad="動態碼已逾時，請重新取得" if same else "動態碼輸入錯誤")
            s["code"] = ""
            t.sessions.add("account:" + s["id"])
            t.counts["code_accepted"] += 1
            return self.go(s, "netacc/reset" if s["goal"] == "reset" else "netacc/status" if t.alias else "netacc/setup")
        return self.go(s, "netacc/otp")

    def otp_page(self, s: dict) -> Response:
        told = ""
        if s.pop("sent", False):
            told = '<div class="modal in" id="okModal"><h4>動態碼簡訊發送成功</h4><p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p><button type="button" class="btn btn-primary" data-dismiss="modal">確定</button></div>'
        head = "重置雲端服務密碼" if s["goal"] == "reset" else "啟用網路帳號及首次雲端帳號密碼設定"
        return self.view(s, head, f"""{told}<div class="panel panel-warning"><div class="panel-heading"><a data-toggle="collapse" href="#note">注意事項</a></div><div class="panel-collapse collapse in" id="note"><ul>
<li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li><li>如果有安裝MOTP APP，則可直接開啟APP取得動態碼，無須透過簡訊發送。</li></ul></div></div>
<form action="/index.php/netacc/otp" method="post" class="form-horizontal" autocomplete="off">{self.token(s)}
 <div class="form-group"><label class="col-sm-3 control-label" for="empno">網路帳號 / 主職員工編號</label><div class="col-sm-4"><input class="form-control" type="text" name="empno" id="empno" maxlength="6" value="{e(s['emp'])}"></div>
  <button type="button" class="btn btn-info" data-toggle="modal" data-target="#smsModal"><i class="glyphicon glyphicon-phone"></i> 發送簡訊動態碼</button></div>
 <div class="form-group"><label class="col-sm-3 control-label" for="otp">簡訊(或MOTP)動態碼</label><div class="col-sm-4"><input class="form-control" type="text" name="otp" id="otp" maxlength="8"></div></div>
 <div class="modal fade" id="smsModal" tabindex="-1"><div class="modal-dialog"><div class="modal-content"><div class="modal-body"><label for="cell">請輸入帳號登記的手機門號(10碼)</label><input class="form-control" type="tel" name="cell" id="cell" maxlength="10"></div>
  <div class="modal-footer"><button type="submit" class="btn btn-primary" name="act" value="send">確定發送</button> <button type="button" class="btn btn-default" data-dismiss="modal">取消</button></div></div></div></div>
 <div class="text-right"><a class="btn btn-default" href="/index.php/netacc">回首頁</a> <button type="submit" class="btn btn-success" name="act" value="next">下一步 <i class="glyphicon glyphicon-menu-right"></i></button></div>
</form>""")

    def setup_page(self, s: dict, what: str) -> Response:
        t, p = self.truth, self.truth.person
        nav = '<ul class="nav navbar-nav navbar-right"><li><a href="/index.php/netacc/logout">登出 Logout</a></li></ul>'
        boxes = ('<div class="form-group"><label for="cloud_pw">雲端服務密碼</label><input type="password" class="form-control" name="cloud_pw" id="cloud_pw" placeholder="至少8碼含英文及數字"></div>'
                 '<div class="form-group"><label for="cloud_pw2">確認雲端服務密碼</label><input type="password" class="form-control" name="cloud_pw2" id="cloud_pw2"></div>')
        if what == "reset" and s.get("goal") == "reset":
            return self.view(s, "重置雲端服務密碼", f'<form action="/index.php/netacc/reset" method="post">{self.token(s)}{boxes}<button class="btn btn-danger">確認重置</button></form>', nav)
        if what == "status" or t.alias:
            told = f'目前狀態：<span class="label label-success">已啟用</span> 您的雲端服務帳號為 <b>{t.alias}@ntuh.gov.tw</b>，別名不能再修改。' if t.alias else "目前狀態：未啟用"
            return self.view(s, "帳號狀態", f'<div class="jumbotron"><p>{told}</p><p>服務於設定完成隔日生效</p></div>', nav)
        return self.view(s, "設定密碼與郵件別名", f"""<div class="panel panel-default"><div class="panel-heading">雲端服務帳號說明：</div><div class="panel-body">1. 雲端服務帳號為跨體系使用。<br>2. 服務於設定完成隔日生效。</div></div>
<form action="/index.php/netacc/setup" method="post">{self.token(s)}
<dl class="dl-horizontal"><dt>網路帳號 / 主職員工編號</dt><dd>{p.employee_id}</dd><dt>帳號姓名</dt><dd>{p.name}</dd><dt>主職單位</dt><dd>{p.unit}</dd><dt>有效期限</dt><dd>{p.valid_until}</dd></dl>
<div class="form-group"><label for="mailname">雲端服務帳號 (電子郵件名稱)</label><div class="input-group"><input type="text" class="form-control" name="mailname" id="mailname" maxlength="64" value="{e(s.get('mailname', ''))}"><span class="input-group-addon">@ntuh.gov.tw</span></div><span class="help-block">名稱長度限64字元內</span></div>
{boxes}<a class="btn btn-default" href="/index.php/netacc/logout">取消啟用</a> <button type="submit" class="btn btn-primary">啟用雲端服務</button> <small>服務於設定完成隔日生效</small></form>""", nav)

    # ---- mail
    def mail(self, q: Request) -> Response:
        t, s = self.truth, self.sess(q, "wm_session")
        way = q.path.removeprefix("/index.php").strip("/")
        inside = "mail:" + s["id"] in t.sessions
        if way == "webmail/code":
            return Response(picture(t.new_captcha("abcdefghjkmnprstuvwxyz23456789", 4), "PNG"), kind="image/png", headers=[("Cache-Control", "no-store"), ("Set-Cookie", f"wm_session={s['id']}; path=/; HttpOnly")])
        if way == "webmail/signin" and q.method == "POST":
            self.takes(q, account="mail_account", pw="mail_password", vcode="captcha")
            good, want, t.captcha = self.csrf_ok(q, s), t.captcha, ""
            if not good:
                return Response(GONE, 403)
            if not want or q.get("vcode").strip() != want:
                return self.go(s, "webmail", bad="驗證碼錯誤")
            if not t.alias or q.get("account").strip().lower().removesuffix("@ntuh.gov.tw") != t.alias or q.get("pw") != t.cloud_password:
                return self.go(s, "webmail", bad="帳號或密碼不正確")
            t.sessions.add("mail:" + s["id"])
            t.counts["mail_sign_in"] += 1
            return self.go(s, "webmail/inbox")
        if way == "webmail/signout":
            if inside:
                t.sessions.discard("mail:" + s["id"])
                t.counts["sign_out_mail"] += 1
            return self.go(s, "webmail", flash="已登出信箱")
        if way == "webmail/inbox" and inside:
            return self.view(s, "收件匣", '<ul class="nav nav-tabs"><li class="active"><a href="#mi" data-toggle="tab">收件匣 (1)</a></li><li><a href="#ms" data-toggle="tab">寄件備份</a></li></ul><div class="tab-pane active" id="mi"><table class="table"><tr><td>系統管理員</td><td>歡迎使用本院信箱</td></tr></table></div><div class="tab-pane" id="ms">無信件</div>',
                             f'<p class="navbar-text">{t.alias}</p><a href="/index.php/webmail/signout">登出</a>')
        if way != "webmail":
            return self.go(s, "webmail")
        return self.view(s, "電子信箱", f"""<div class="row"><div class="col-md-6"><form action="/index.php/webmail/signin" method="post">{self.token(s)}
<div class="form-group"><label>帳號:</label><input class="form-control" name="account"></div><div class="form-group"><label>密碼:</label><input class="form-control" type="password" name="pw"></div>
<div class="form-group"><label>驗證碼(小寫字母或數字):</label><input class="form-control" name="vcode" maxlength="4" autocomplete="off"><img src="/index.php/webmail/code?{secrets.token_hex(4)}" alt="code"></div>
<div class="checkbox"><label><input type="checkbox" name="keep" value="1"> 記住登入資訊 (公用電腦請勿勾選)</label></div><button type="submit" class="btn btn-primary btn-block">登入信箱</button></form></div>
<div class="col-md-6"><h4>公佈欄</h4><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p><p>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}/">https://help.ntuh.gov.tw/</a></p></div></div>""")

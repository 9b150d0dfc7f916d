"""工讀生寫的 PHP + Bootstrap 3：拼音欄位名、placeholder、modal、輕鬆的語氣。"""

from __future__ import annotations

import random
import re
import string
import time
from html import escape as h

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect


def rid() -> str:
    return "".join(random.choice(string.ascii_lowercase + string.digits) for _ in range(26))


class TheSite(Site):
    title = "工讀生 PHP Bootstrap"

    def __init__(self) -> None:
        super().__init__()
        self.sess: dict[str, dict] = {}
        self.tickets: dict[str, str] = {}
        self.locals: dict[str, str] = {}

    def start_session(self, request: Request, name: str) -> tuple[dict, tuple[str, str]]:
        sid = request.cookies.get(name, "")
        if sid not in self.sess:
            sid = rid()
            self.sess[sid] = {"id": sid, "flash": None}
        return self.sess[sid], ("Set-Cookie", f"{name}={sid}; path=/")

    def bs(self, s: dict | None, title: str, body: str, nav: str = "", cookie: tuple[str, str] | None = None) -> Response:
        flash = ""
        if s and s.get("flash"):
            color, words = s["flash"]
            s["flash"] = None
            flash = f'<div class="alert alert-{color} alert-dismissible"><button type="button" class="close" data-dismiss="alert">&times;</button>{words}</div>'
        return Response(f"""<!DOCTYPE html>
<html>
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{title}</title>
    <link href="css/bootstrap.min.css" rel="stylesheet">
    <style>.modal {{ display: none }} .modal.in {{ display: block; position: fixed; top: 80px; left: 30%; background: #fff; border: 1px solid #999 }}</style>
  </head>
  <body>
    <nav class="navbar navbar-inverse"><div class="container"><a class="navbar-brand" href="#">NTUH</a>{nav}</div></nav>
    <div class="container">
      {flash}
      {body}
      <hr><footer><p class="text-muted">Made with &hearts; by 資訊室工讀生 2015</p></footer>
    </div>
    <script>
    function shan(id, on) {{ var m = document.getElementById(id); m.className = on ? 'modal in' : 'modal fade'; }}
    document.onclick = function (e) {{
      var b = e.target, d = b.getAttribute && b.getAttribute('data-dismiss');
      if (b.getAttribute && b.getAttribute('data-toggle') == 'modal') shan(b.getAttribute('data-target').substr(1), true);
      if (d == 'modal') shan('shoujiModal', false);
      if (d == 'alert') b.parentNode.style.display = 'none';
      if (b.id == 'tongyi') {{ var all = document.querySelectorAll('.need-agree'); for (var i = 0; i < all.length; i++) all[i].disabled = !b.checked; }}
    }};
    </script>
  </body>
</html>""", headers=[cookie] if cookie else [])

    # ================= portal
    def portal(self, request: Request) -> Response:
        t = self.truth
        s, ck = self.start_session(request, "PORTALSESS")
        page = request.path.strip("/") or "index.php"
        if page == "yanzhengma.php":
            return Response(picture(t.new_captcha(), "PNG"), kind="image/png", headers=[ck])
        if page == "index.php":
            if s.get("user"):
                return redirect("menu.php")
            opts = "".join(f'<option value="{v}">{n}</option>' for v, n in (("", "-- 請選擇院區 --"), ("taipei", "總院區"), ("hsinchu", "新竹臺大分院"), ("yunlin", "雲林分院"))).replace('"taipei"', '"taipei" selected')
            return self.bs(s, "PORTAL 登入", f"""<div class="row"><div class="col-md-4 col-md-offset-4"><div class="panel panel-primary"><div class="panel-heading">醫療資訊系統</div><div class="panel-body">
<form role="form" action="login.php" method="post">
  <div class="form-group"><label>院區</label><select class="form-control" name="yuanqu">{opts}</select></div>
  <div class="form-group"><input class="form-control" type="text" name="zhanghao" placeholder="帳號" required autofocus></div>
  <div class="form-group"><input class="form-control" type="password" name="mima" placeholder="密碼" required></div>
  <div class="form-group"><div class="input-group"><input class="form-control" type="text" name="yzm" placeholder="驗證碼（不用區分大小寫）" autocomplete="off" required><span class="input-group-addon" style="padding:0"><img src="yanzhengma.php?{random.random()}" onclick="this.src='yanzhengma.php?'+Math.random()"></span></div></div>
  <button class="btn btn-lg btn-primary btn-block" type="submit"><span class="glyphicon glyphicon-log-in"></span> Sign in</button>
</form></div></div><p class="text-center"><a href="#">忘記密碼?</a> 打 261120 找資訊室</p></div></div>""", cookie=ck)
        if page == "login.php" and request.method == "POST":
            self.takes(request, yuanqu="campus", zhanghao="employee_id", mima="portal_password", yzm="captcha")
            want, t.captcha = t.captcha, ""
            if not want or request.get("yzm").strip().upper() != want:
                bad = "驗證碼打錯囉，再試一次！"
            elif request.get("yuanqu") != "taipei":
                bad = "這個院區找不到你耶"
            elif request.get("zhanghao") != t.person.employee_id or request.get("mima") != t.portal_password:
                bad = "<strong>Oops!</strong> 帳號或密碼不對喔"
            else:
                s["user"] = request.get("zhanghao")
                t.sessions.add(f"portal:{s['id']}")
                t.counts["sign_in"] += 1
                return redirect("menu.php")
            t.counts["sign_in_refused"] += 1
            s["flash"] = ("danger", bad)
            return redirect("index.php")
        if not s.get("user"):
            s["flash"] = ("warning", "請先登入")
            return redirect("index.php", ck)
        nav = f'<ul class="nav navbar-nav navbar-right"><li class="dropdown"><a href="#" class="dropdown-toggle" data-toggle="dropdown">{t.person.name} <b class="caret"></b></a><ul class="dropdown-menu"><li><a href="menu.php">首頁</a></li><li class="divider"></li><li><a href="logout.php">登出</a></li></ul></li></ul><form class="navbar-form navbar-left" action="search.php"><input class="form-control" name="q" placeholder="搜尋員工"></form>'
        if page == "menu.php":
            tail = [("gaimima.php", "glyphicon-lock", "更改密碼"), ("#", "glyphicon-usd", "員工待遇福利查詢"), ("#", "glyphicon-book", "查詢員工連絡資料"), ("go.php?to=lianluo", "glyphicon-earphone", "維護個人連絡資料"), ("#", "glyphicon-heart", "個人就醫紀錄查詢"), ("#", "glyphicon-print", "流感同意書列印")]
            return self.bs(s, "主選單", '<h2>個人管理 <small>Hi, 您好!</small></h2><div class="list-group">' + "".join(f'<a class="list-group-item" href="{u}"><span class="glyphicon {g}"></span> {n}</a>' for u, g, n in tail) + '</div><div class="well"><h4>全院公告 <span class="badge">2</span></h4>2019/10/21 請全院同仁填報「薪資所得免稅額申報表」</div>', nav)
        if page == "gaimima.php":
            if request.method == "POST":
                self.takes(request, old="old_password", new1="new_password", new2="new_password_again")
                new = request.get("new1")
                if request.get("old") != t.portal_password:
                    bad = "舊密碼不對喔"
                elif len(new) < 8:
                    bad = "新密碼太短了，至少要 8 個字"
                elif not (re.search("[A-Za-z]", new) and re.search("[0-9]", new)):
                    bad = "新密碼要有英文也要有數字"
                elif new != request.get("new2"):
                    bad = "兩次打的新密碼不一樣"
                else:
                    t.portal_password = new
                    t.counts["password_changed"] += 1
                    s["flash"] = ("success", "密碼改好囉！下次請用新密碼登入～")
                    return redirect("menu.php")
                t.counts["password_refused"] += 1
                s["flash"] = ("danger", bad)
                return redirect("gaimima.php")
            return self.bs(s, "更改密碼", """<ol class="breadcrumb"><li><a href="menu.php">回功能選單</a></li><li class="active">更改密碼</li></ol>
<form class="form-horizontal" method="post">
<div class="form-group"><div class="col-sm-6"><input type="password" class="form-control" name="old" placeholder="請輸入舊密碼"></div></div>
<div class="form-group"><div class="col-sm-6"><input type="password" class="form-control" name="new1" placeholder="請輸入新密碼"><span class="help-block">至少 8 個字元，要有英文及數字</span></div></div>
<div class="form-group"><div class="col-sm-6"><input type="password" class="form-control" name="new2" placeholder="請再輸入新密碼"></div></div>
<button class="btn btn-success">送出 <span class="glyphicon glyphicon-ok"></span></button> <a class="btn btn-default" href="menu.php">不改了</a></form>""", nav)
        if page == "go.php":
            ticket = rid()
            self.tickets[ticket] = s["id"]
            return redirect(f"{self.urls['inner']}/sso.php?ticket={ticket}&to=lianluo.php")
        if page == "logout.php":
            t.sessions.discard(f"portal:{s['id']}")
            t.counts["sign_out_portal"] += 1
            s["user"] = ""
            s["flash"] = ("info", "掰掰！您已登出")
            return redirect("index.php")
        return Response("Not Found", 404)

    # ================= inner
    def inner(self, request: Request) -> Response:
        t = self.truth
        if request.path == "/sso.php":
            owner = self.tickets.pop(request.query.get("ticket", ""), "")
            if not owner:
                return redirect(self.urls["portal"] + "/index.php")
            mine = rid()
            self.locals[mine] = owner
            return redirect("lianluo.php", ("Set-Cookie", f"HRSESS={mine}; path=/"))
        owner = self.sess.get(self.locals.get(request.cookies.get("HRSESS", ""), ""))
        if owner is None or not owner.get("user"):
            return redirect(self.urls["portal"] + "/index.php")
        if request.path != "/lianluo.php":
            return Response("Not Found", 404)
        fields = (("en_xing", "english_surname", "英文姓", "ex:Chen(陳)"), ("en_ming", "english_given", "英文首名", "ex: Yi-Fen(怡芬)"), ("en_mid", "english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填"), ("tel_office", "office_phone", "辦公室電話", "ex:61234或23123456"), ("tel_home", "home_phone", "住宅電話", "ex:0223123456"), ("shouji", "mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))
        if request.method == "POST":
            self.takes(request, shouji="mobile_phone")
            got = {key: request.get(n).strip() for n, key, _, _ in fields}
            if not re.fullmatch(r"09\d{8}", got["mobile_phone"]):
                owner["flash"] = ("danger", "手機要 09 開頭的 10 碼數字喔")
            else:
                t.saved_contact = got
                t.counts["contact_saved"] += 1
                owner["flash"] = ("success", '<span class="glyphicon glyphicon-ok"></span> 儲存成功！')
            return redirect("lianluo.php")
        rows = "".join(f'<div class="form-group"><label class="col-sm-2 control-label" for="{n}">{label}</label><div class="col-sm-4"><input class="form-control" id="{n}" name="{n}" value="{h(t.saved_contact.get(key, getattr(t.person, key)))}"></div><span class="col-sm-6 help-inline">{hint}</span></div>\n' for n, key, label, hint in fields)
        return self.bs(owner, "維護個人連絡資料", f"""<h3>台大醫院---維護個人連絡資料</h3><form class="form-horizontal" method="post" action="lianluo.php">
<p>員工編號：<strong>{t.person.employee_id}</strong> 姓名：<strong>{t.person.name}</strong></p>
{rows}<button type="submit" class="btn btn-primary"><i class="glyphicon glyphicon-floppy-disk"></i> 異動儲存</button> <a href="{self.urls['portal']}/menu.php" class="btn btn-link">回功能選單</a></form>""")

    # ================= account
    def account(self, request: Request) -> Response:
        t, who = self.truth, self.truth.person
        s, ck = self.start_session(request, "HELPSESS")
        page = request.path.strip("/") or "index.php"
        if page == "index.php":
            return self.bs(s, "帳號小幫手", """<div class="jumbotron"><h2>網路帳號服務</h2><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p></div>
<div class="row"><div class="col-md-6"><div class="panel panel-danger"><div class="panel-heading">《規範》</div><div class="panel-body">網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用。請勿冒用院內同仁申請網路帳號。</div></div></div>
<div class="col-md-6"><div class="panel panel-info"><div class="panel-heading">《常見問題與服務》</div><div class="panel-body"><b>密碼修改後多久可以生效</b> 即時生效。<br><b>忘記密碼</b> 請用下面的「重置雲端服務密碼」。</div></div></div></div>
<form action="agree.php" method="post"><div class="checkbox"><label><input type="checkbox" id="tongyi" name="tongyi" value="1"> 我已詳閱上面的規範並同意遵守</label></div>
<button class="btn btn-primary btn-lg need-agree" name="go" value="qiyong" disabled>啟用網路帳號及首次雲端帳號密碼設定</button>
<button class="btn btn-warning btn-lg need-agree" name="go" value="chongzhi" disabled>重置雲端服務密碼</button></form>""", cookie=ck)
        if page == "agree.php" and request.method == "POST":
            self.takes(request, tongyi="consent")
            if request.get("tongyi") != "1":
                s["flash"] = ("warning", "請先勾選同意規範")
                return redirect("index.php")
            s["agree"] = request.get("go") if request.get("go") in ("qiyong", "chongzhi") else "qiyong"
            s["emp"] = ""
            return redirect("yanzheng.php")
        if not s.get("agree"):
            return redirect("index.php", ck)
        if page == "yanzheng.php":
            if request.method == "GET":
                head = "重置雲端服務密碼" if s["agree"] == "chongzhi" else "啟用網路帳號及首次雲端帳號密碼設定"
                return self.bs(s, head, f"""<h3>{head}</h3><div class="alert alert-info">按「發送簡訊動態碼」拿動態碼 (2分鐘內有效)，填好再按「下一步」</div>
<form method="post" action="yanzheng.php" class="form-horizontal">
<div class="form-group"><label class="col-sm-3 control-label">網路帳號 / 主職員工編號</label><div class="col-sm-4"><input name="bianhao" class="form-control" value="{h(s.get('emp') or '')}"></div><div class="col-sm-3"><button type="button" class="btn btn-default" data-toggle="modal" data-target="#shoujiModal">發送簡訊動態碼</button></div></div>
<div class="form-group"><label class="col-sm-3 control-label">簡訊(或MOTP)動態碼</label><div class="col-sm-4"><input name="dongtaima" class="form-control" autocomplete="off"></div></div>
<div class="modal fade" id="shoujiModal"><div class="modal-dialog modal-sm"><div class="modal-content"><div class="modal-header"><button type="button" class="close" data-dismiss="modal">&times;</button><h4 class="modal-title">發送簡訊</h4></div>
<div class="modal-body"><input class="form-control" name="shouji" placeholder="請輸入帳號登記的手機門號(10碼)"></div>
<div class="modal-footer"><button type="button" class="btn btn-default" data-dismiss="modal">取消</button><button type="submit" name="act" value="send" class="btn btn-primary">確定發送</button></div></div></div></div>
<button type="submit" name="act" value="next" class="btn btn-success">下一步 <span class="glyphicon glyphicon-chevron-right"></span></button>
</form>""")
            self.takes(request, bianhao="employee_id", dongtaima="code", shouji="registered_phone")
            s["emp"] = request.get("bianhao").strip()
            if s["emp"] != who.employee_id:
                s["flash"] = ("danger", "找不到這個員工編號")
            elif request.get("act") == "send":
                if request.get("shouji").strip() != t.saved_contact.get("mobile_phone", who.mobile_phone):
                    s["flash"] = ("danger", "手機號碼跟登記的不一樣喔，沒有發送")
                else:
                    s["otp"], s["at"], s["miss"] = t.new_message(), time.time(), 0
                    s["flash"] = ("success", "簡訊飛出去囉！請收簡訊，填入動態碼後按「下一步」")
            elif not s.get("otp") or request.get("dongtaima").strip() != s["otp"]:
                t.counts["code_refused"] += 1
                s["miss"] = s.get("miss", 0) + 1
                if s["miss"] > 4:
                    s["otp"] = ""
                s["flash"] = ("danger", "動態碼不對喔")
            elif time.time() - s["at"] > 120:
                t.counts["code_refused"] += 1
                s["flash"] = ("danger", "動態碼過期了，請重發一次")
            else:
                t.sessions.discard(f"account:{s.get('ok')}")
                s["otp"], s["ok"] = "", rid()
                t.sessions.add(f"account:{s['ok']}")
                t.counts["code_accepted"] += 1
                return redirect("mima.php" if s["agree"] == "chongzhi" else "bieming.php")
            return redirect("yanzheng.php")
        if not s.get("ok"):
            return redirect("yanzheng.php")
        if page == "bye.php":
            t.sessions.discard(f"account:{s['ok']}")
            t.counts["sign_out_account"] += 1
            s["ok"] = s["agree"] = ""
            return redirect("index.php")
        if page == "bieming.php":
            if request.method == "POST":
                self.takes(request, bieming="alias", yunmima="cloud_password")
                name, pw = request.get("bieming").strip(), request.get("yunmima")
                if t.alias:
                    s["flash"] = ("warning", "你已經開通過了，不能再開通一次")
                elif not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", name):
                    s["flash"] = ("danger", "信箱名稱只能用英文、數字、. _ -")
                elif name.lower() == "taken.name":
                    s["flash"] = ("danger", "這個名字被別人搶走了，換一個吧")
                elif len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search("[0-9]", pw):
                    s["flash"] = ("danger", "密碼至少 8 個字，要有英文及數字")
                else:
                    t.alias, t.cloud_password = name, pw
                    t.counts["activated"] += 1
                    s["flash"] = ("success", "恭喜！雲端帳號開通成功，明天就可以用了")
                return redirect("bieming.php")
            table = "".join(f"<tr><th>{a}</th><td>{b}</td></tr>" for a, b in (("網路帳號 / 主職員工編號", who.employee_id), ("帳號姓名", who.name), ("主職單位", who.unit), ("有效期限", who.valid_until)))
            if t.alias:
                rest = f'<div class="panel panel-success"><div class="panel-heading"><span class="label label-success">✔ 開通過囉</span></div><div class="panel-body">你的信箱是 <b>{h(t.alias)}@ntuh.gov.tw</b>，不用再開通了。</div></div><a class="btn btn-default" href="bye.php">離開</a>'
            else:
                rest = """<form method="post" action="bieming.php"><label>雲端服務帳號 (電子郵件名稱)</label><div class="input-group"><input class="form-control" name="bieming" maxlength="64"><span class="input-group-addon">@ntuh.gov.tw</span></div><span class="help-block">名稱長度限64字元內，設定之後不能改，想清楚喔</span>
<label>雲端服務密碼</label><input class="form-control" type="password" name="yunmima"><span class="help-block">至少 8 個字元，要有英文及數字 <a href="#" onclick="document.getElementsByName('yunmima')[0].type='text';return false">顯示密碼</a></span>
<a class="btn btn-default" href="bye.php">取消啟用</a> <button class="btn btn-primary">啟用雲端服務</button></form>"""
            return self.bs(s, "設定密碼與郵件別名", f'<h3>設定密碼與郵件別名</h3><table class="table table-bordered">{table}</table>{rest}')
        if page == "mima.php":
            if request.method == "POST":
                self.takes(request, xin="cloud_password", xin2="cloud_password_again")
                pw = request.get("xin")
                if not t.alias:
                    s["flash"] = ("danger", "你還沒開通耶")
                elif pw != request.get("xin2") or len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search("[0-9]", pw):
                    s["flash"] = ("danger", "密碼不合規定或兩次不一樣")
                else:
                    t.cloud_password = pw
                    s["flash"] = ("success", "雲端密碼改好囉")
                return redirect("mima.php")
            return self.bs(s, "重置雲端服務密碼", '<form method="post"><input class="form-control" type="password" name="xin" placeholder="新的雲端密碼"><input class="form-control" type="password" name="xin2" placeholder="再打一次雲端密碼"><button class="btn btn-primary">確定</button> <a href="bye.php">離開</a></form>')
        return Response("Not Found", 404)

    # ================= mail
    def mail(self, request: Request) -> Response:
        t = self.truth
        s, ck = self.start_session(request, "MAILSESS")
        page = request.path.strip("/") or "index.php"
        if page == "pic.php":
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 4), "PNG"), kind="image/png", headers=[ck])
        if page == "login.php" and request.method == "POST":
            self.takes(request, user="mail_account", **{"pass": "mail_password", "captcha": "captcha"})
            want, t.captcha = t.captcha, ""
            if not want or request.get("captcha").strip() != want:
                s["flash"] = ("danger", "驗證碼不對")
            elif not t.alias or request.get("user").lower() not in (t.alias.lower(), t.alias.lower() + "@ntuh.gov.tw") or request.get("pass") != t.cloud_password:
                s["flash"] = ("danger", "帳號或密碼不對")
            else:
                s["in"] = True
                t.sessions.add(f"mail:{s['id']}")
                t.counts["mail_sign_in"] += 1
                return redirect("inbox.php")
            return redirect("index.php")
        if page == "logout.php" and s.get("in"):
            s["in"] = False
            t.sessions.discard(f"mail:{s['id']}")
            t.counts["sign_out_mail"] += 1
            return redirect("index.php")
        if page == "inbox.php" and s.get("in"):
            return self.bs(s, "收件匣", f'<a class="pull-right" href="logout.php">登出</a><h3>收件匣</h3><table class="table"><tr><td>系統</td><td>Hello {h(t.alias)}！</td></tr></table>')
        return self.bs(s, "Webmail", f"""<form action="login.php" method="post" class="form-signin"><h2>電子信</h2>
<input class="form-control" name="user" placeholder="帳號"><input class="form-control" type="password" name="pass" placeholder="密碼">
<input class="form-control" name="captcha" placeholder="驗證碼(小寫字母或數字)"><img src="pic.php?{random.random()}">
<div class="checkbox"><label><input type="checkbox" name="remember"> 記住登入資訊 (公用電腦請勿勾選)</label></div><button class="btn btn-primary">登入</button></form>
<div class="well"><b>公佈欄</b> 體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</div>""", cookie=ck)

"""Drawn as by a nurse informatician who learnt PHP and Bootstrap 4 from an online course: cards, tabs with every pane in the
source, badges, collapses. Field names half in pinyin, half from the course; isset($_POST['...']) on the button decides what runs.
She copies snippets from the docs with their ids, forgets duplicates, and writes to her colleagues in a friendly tone.
"""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect


class TheSite(Site):
    title = "nurse informatician's Bootstrap 4, tabs and collapses, PHP"

    def __init__(self) -> None:
        super().__init__()
        self.php: dict[str, dict] = {}

    def session_start(self, request: Request, name: str, pages: dict) -> Response:
        sid = request.cookies.get(name, "")
        cookies = []
        if sid not in self.php:
            sid = secrets.token_hex(13)
            self.php[sid] = {"sid": sid}
            cookies = [("Set-Cookie", f"{name}={sid}; path=/")]
        page = pages.get(request.path)
        answer = page(request, self.php[sid]) if page else Response("<h1>Not Found</h1><p>The requested URL was not found on this server.</p>", 404)
        answer.headers += cookies + [("X-Powered-By", "PHP/7.4.33")]
        return answer

    def page(self, title: str, brand: str, body: str, nav: str = "", alert: tuple[str, str] | None = None) -> Response:
        box = ""
        if alert:
            box = f'''<div class="alert alert-{alert[0]} alert-dismissible fade show" role="alert">
  {alert[1]}
  <button type="button" class="close" data-dismiss="alert" aria-label="Close"><span aria-hidden="true">&times;</span></button>
</div>'''
        return Response(f"""<!doctype html>
<html lang="en">
  <head>
    <!-- Required meta tags -->
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1, shrink-to-fit=no">
    <link rel="stylesheet" href="css/bootstrap.min.css">
    <link rel="stylesheet" href="css/all.min.css">
    <title>{title}</title>
  </head>
  <body>
<nav class="navbar navbar-expand-lg navbar-light bg-light">
  <a class="navbar-brand" href="#"><i class="fas fa-heartbeat text-danger"></i> {brand}</a>
  <div class="collapse navbar-collapse" id="navbarSupportedContent"><ul class="navbar-nav ml-auto">{nav}</ul></div>
</nav>
<div class="container mt-3">
{box}
{body}
</div>
    <script src="js/jquery-3.5.1.slim.min.js"></script>
    <script src="js/bootstrap.bundle.min.js"></script>
  </body>
</html>""")

    def captcha_php(self, letters: str, length: int):
        def draw(request: Request, session: dict) -> Response:
            session["yzm"] = self.truth.new_captcha(letters, length)
            return Response(picture(session["yzm"], "PNG", (150, 40)), kind="image/png", headers=[("Cache-Control", "no-cache")])
        return draw

    def yzm_ok(self, session: dict, typed: str) -> bool:
        wanted = session.pop("yzm", "")
        good = wanted != "" and wanted == self.truth.captcha and typed == wanted
        if wanted == self.truth.captcha:
            self.truth.captcha = ""
        return good

    # ---------------------------------------------------------------- portal
    def portal(self, request: Request) -> Response:
        return self.session_start(request, "NISSESS", {
            "/": lambda r, s: redirect("login.php"), "/login.php": self.login, "/captcha.php": self.captcha_php("123456789BDFHJLNPRTVXZ", 6),
            "/vendor.php": self.vendor, "/notice.php": self.notice, "/main.php": self.main, "/logout.php": self.logout})

    def login(self, request: Request, session: dict) -> Response:
        truth, alert = self.truth, None
        if request.method == "POST":
            self.takes(request, yuanqu="campus", zhanghao="employee_id", mima="portal_password", yzm="captcha")
            good = self.yzm_ok(session, request.get("yzm").strip().upper())
            if not request.has("login"):
                alert = ("warning", "請按「進入系統」")
            elif not good:
                alert = ("warning", '<i class="fas fa-image"></i> 驗證碼打錯了，請看新的圖片再輸入一次')
            elif request.get("yuanqu") != "T0" or request.get("zhanghao").strip() != truth.person.employee_id or request.get("mima") != truth.portal_password:
                alert = ("danger", '<strong>登入失敗！</strong> 帳號或密碼不對喔')
            else:
                session["sess"] = secrets.token_hex(16)
                truth.sessions.add("portal:" + session["sess"])
                truth.counts["sign_in"] += 1
                return redirect("notice.php")
            truth.counts["sign_in_refused"] += 1
        elif request.query.get("bye"):
            alert = ("info", "您已安全登出，辛苦了！")
        radios = "".join(f'<label class="btn btn-outline-primary{" active" if v == "T0" else ""}"><input type="radio" name="yuanqu" id="option{i}" value="{v}" autocomplete="off"{" checked" if v == "T0" else ""}> {t}</label>'
                         for i, (v, t) in enumerate((("T0", "總院區"), ("T2", "北護"), ("T4", "新竹"), ("Y0", "雲林")), 1))
        return self.page("登入", "醫療資訊系統", f"""<div class="row justify-content-center"><div class="col-lg-6"><div class="card">
<div class="card-header"><ul class="nav nav-tabs card-header-tabs" id="myTab" role="tablist">
  <li class="nav-item"><a class="nav-link active" id="home-tab" data-toggle="tab" href="#home" role="tab">職員登入</a></li>
  <li class="nav-item"><a class="nav-link" id="profile-tab" data-toggle="tab" href="#profile" role="tab">廠商登入</a></li>
  <li class="nav-item"><a class="nav-link" id="contact-tab" data-toggle="tab" href="#contact" role="tab">公告 <span class="badge badge-danger">2</span></a></li>
</ul></div>
<div class="card-body tab-content" id="myTabContent">
  <div class="tab-pane fade show active" id="home" role="tabpanel" aria-labelledby="home-tab">
    <form method="post" action="login.php">
      <div class="form-group"><div>院區</div><div class="btn-group btn-group-toggle" data-toggle="buttons">{radios}</div></div>
      <div class="form-group"><label for="exampleInputEmail1"><i class="fas fa-user"></i> 帳號</label>
        <input type="text" class="form-control" id="exampleInputEmail1" aria-describedby="emailHelp" name="zhanghao" maxlength="6"><small id="emailHelp" class="form-text text-muted">6位數數字</small></div>
      <div class="form-group"><label for="exampleInputPassword1"><i class="fas fa-key"></i> 密碼</label>
        <input type="password" class="form-control" id="exampleInputPassword1" name="mima"></div>
      <div class="form-group"><label for="yzm">驗證碼 <small>(不用區分大小寫)</small></label>
        <div class="input-group"><input type="text" class="form-control" id="yzm" name="yzm" autocomplete="off"><div class="input-group-append"><img src="captcha.php" id="cap"><button class="btn btn-outline-secondary" type="button" onclick="document.getElementById('cap').src='captcha.php?'+Math.random()"><i class="fas fa-sync"></i></button></div></div></div>
      <button type="submit" class="btn btn-success btn-block" name="login" value="1"><i class="fas fa-sign-in-alt"></i> 進入系統</button>
    </form>
  </div>
  <div class="tab-pane fade" id="profile" role="tabpanel" aria-labelledby="profile-tab">
    <form method="post" action="vendor.php">
      <div class="form-group"><label for="v1">統一編號</label><input type="text" class="form-control" id="v1" name="v_no"></div>
      <div class="form-group"><label for="exampleInputPassword1">廠商密碼</label><input type="password" class="form-control" name="v_pass"></div>
      <button type="submit" class="btn btn-secondary btn-block">廠商登入</button>
    </form>
  </div>
  <div class="tab-pane fade" id="contact" role="tabpanel" aria-labelledby="contact-tab"><ul><li>新進人員請先更改密碼</li><li>如無法登入，請撥資訊室分機261120</li></ul></div>
</div></div></div></div>""", "", alert)

    def vendor(self, request: Request, session: dict) -> Response:
        self.takes(request)
        return self.page("廠商", "醫療資訊系統", '<a href="login.php">回登入頁</a>', "", ("danger", "查無此廠商"))

    def notice(self, request: Request, session: dict) -> Response:
        if "sess" not in session:
            return redirect("login.php")
        if request.method == "POST":
            self.takes(request)
            return redirect("main.php")
        return self.page("提醒", "醫療資訊系統", """<div class="card border-warning"><div class="card-header">貼心小提醒 <span class="badge badge-warning">New</span></div><div class="card-body">
<p>流感季節，進入病房請戴口罩、勤洗手。</p>
<p><a data-toggle="collapse" href="#collapseExample" role="button" aria-expanded="false">看更多</a></p><div class="collapse" id="collapseExample"><div class="card card-body">洗手五時機：接觸病人前、執行清潔/無菌操作前、暴觸體液風險後、接觸病人後、接觸病人週遭環境後。</div></div>
<form method="post" action="notice.php"><div class="form-check"><input class="form-check-input" type="checkbox" name="noshow" value="1" id="defaultCheck1"><label class="form-check-label" for="defaultCheck1">今天不再顯示</label></div>
<button type="submit" class="btn btn-warning">我知道了</button></form></div></div>""")

    def main(self, request: Request, session: dict) -> Response:
        if "sess" not in session:
            return redirect("login.php")
        to = f"{self.urls['inner']}/personal.php?SESSION={session['sess']}"
        return self.page("首頁", "醫療資訊系統", f"""<h5>{escape(self.truth.person.name)} 您好! <span class="badge badge-pill badge-info">總院差勤待簽 0</span></h5>
<div class="accordion" id="accordionExample">
  <div class="card"><div class="card-header" id="headingOne"><button class="btn btn-link" type="button" data-toggle="collapse" data-target="#collapseOne">醫療系統</button></div>
    <div id="collapseOne" class="collapse show" data-parent="#accordionExample"><div class="card-body">實習學生請洽護理站開權限</div></div></div>
  <div class="card"><div class="card-header" id="headingTwo"><button class="btn btn-link collapsed" type="button" data-toggle="collapse" data-target="#collapseTwo">個人管理 <span class="badge badge-secondary">4</span></button></div>
    <div id="collapseTwo" class="collapse" data-parent="#accordionExample"><div class="list-group">
      <a class="list-group-item list-group-item-action" href="{to}&amp;tab=pwd"><i class="fas fa-lock"></i> 更改密碼 <span class="badge badge-danger">重要</span></a>
      <a class="list-group-item list-group-item-action" href="{to}&amp;tab=who"><i class="fas fa-search"></i> 查詢員工連絡資料</a>
      <a class="list-group-item list-group-item-action" href="{to}&amp;tab=con"><i class="fas fa-phone"></i> 維護個人連絡資料</a>
      <a class="list-group-item list-group-item-action disabled" href="#">個人就醫紀錄查詢</a>
    </div></div></div>
</div>""", '<li class="nav-item"><a class="nav-link" href="logout.php"><i class="fas fa-sign-out-alt"></i> 下班囉（登出）</a></li>')

    def logout(self, request: Request, session: dict) -> Response:
        sess = session.pop("sess", "")
        if sess:
            self.truth.sessions.discard("portal:" + sess)
            self.truth.counts["sign_out_portal"] += 1
        return redirect("login.php?bye=1")

    # ---------------------------------------------------------------- inner: one page, three panes
    def inner(self, request: Request) -> Response:
        return self.session_start(request, "PERSESS", {"/personal.php": self.personal})

    FIELDS = (("en_xing", "english_surname", "英文姓", "ex:Chen(陳)"), ("en_ming", "english_given", "英文首名", "ex: Yi-Fen(怡芬) (說明)"), ("en_mid", "english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填"),
              ("tel_o", "office_phone", "辦公室電話", "ex:61234或23123456"), ("tel_h", "home_phone", "住宅電話", "ex:0223123456"), ("shouji", "mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))

    def personal(self, request: Request, session: dict) -> Response:
        truth, person, alert = self.truth, self.truth.person, None
        if request.method == "POST":
            self.takes(request, pw_old="old_password", pw1="new_password", pw2="new_password_again", shouji="mobile_phone")
        sess, tab = request.query.get("SESSION", ""), request.query.get("tab", "pwd")
        if not sess or "portal:" + sess not in truth.sessions:
            return self.page("請重新登入", "個人管理", f'<a class="btn btn-primary" href="{self.urls["portal"]}/login.php">重新登入</a>', "", ("danger", "登入時間過久，請重新登入"))
        values = {n: truth.saved_contact.get(k, getattr(person, k)) for n, k, _, _ in self.FIELDS}
        stale = request.method == "POST" and request.get("token") != session.get("token")
        if stale:
            alert = ("warning", "頁面放太久了，請再送一次")
        elif request.has("save_pwd"):
            tab, new, problem = "pwd", request.get("pw1"), ""
            if request.get("pw_old") != truth.portal_password:
                problem = "舊密碼不對"
            elif new != request.get("pw2"):
                problem = "兩次新密碼不一樣"
            elif len(new) < 8 or not re.search("[a-zA-Z]", new) or not re.search("[0-9]", new):
                problem = "新密碼要 8 個字以上，英文和數字都要有"
            if problem:
                truth.counts["password_refused"] += 1
                alert = ("danger", f"<strong>沒有改成功</strong> {problem}")
            else:
                truth.portal_password = new
                truth.counts["password_changed"] += 1
                alert = ("success", '<span class="badge badge-success">OK</span> 密碼換好了，請牢記您的新密碼！')
        elif request.has("save_con"):
            tab = "con"
            if request.get("yuangong") != person.employee_id or any(not request.has(n) for n, *_ in self.FIELDS):
                alert = ("danger", "資料不完整")
            elif not re.fullmatch(r"09\d{8}", request.get("shouji").strip()):
                values = {n: request.get(n) for n in values}
                alert = ("danger", "行動電話要 10 碼，09 開頭")
            else:
                values = {n: request.get(n).strip() for n in values}
                truth.saved_contact = {k: values[n] for n, k, _, _ in self.FIELDS}
                truth.counts["contact_saved"] += 1
                alert = ("success", '<span class="badge badge-success">OK</span> 連絡資料更新好了，謝謝您')
        session["token"] = secrets.token_hex(16)
        on = lambda t: " show active" if t == tab else ""  # noqa: E731
        token = f'<input type="hidden" name="token" value="{session["token"]}">'
        boxes = "".join(f'<div class="input-group mb-2"><div class="input-group-prepend"><span class="input-group-text">{t}：</span></div><input type="text" class="form-control" name="{n}" value="{escape(values[n])}"></div><small class="form-text text-muted mb-2">{h}</small>\n' for n, _, t, h in self.FIELDS)
        pw = lambda n, t: f'<div class="form-group row"><label class="col-sm-4 col-form-label">{t}：</label><div class="col-sm-8"><input type="password" class="form-control" name="{n}"><div class="invalid-feedback">請填寫</div></div></div>\n'  # noqa: E731
        tabs = "".join(f'<li class="nav-item"><a class="nav-link{" active" if k == tab else ""}" data-toggle="pill" href="#pills-{k}" role="tab">{t}</a></li>' for k, t in (("pwd", "更改密碼"), ("con", "維護個人連絡資料"), ("who", "查詢員工連絡資料")))
        return self.page("個人管理", "個人管理", f"""<ul class="nav nav-pills mb-3" id="pills-tab" role="tablist">{tabs}</ul>
<div class="tab-content" id="pills-tabContent">
<div class="tab-pane fade{on("pwd")}" id="pills-pwd" role="tabpanel"><div class="card"><div class="card-body"><h5 class="card-title">更改密碼</h5>
  <form method="post" action="personal.php?SESSION={sess}&amp;tab=pwd">{token}
{pw("pw_old", "請輸入舊密碼")}{pw("pw1", "請輸入新密碼")}{pw("pw2", "請再輸入新密碼")}
  <p>密碼強度檢核： <span class="badge badge-light">--</span></p><p>密碼設定條件：</p><ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol>
  <button class="btn btn-danger" type="submit" name="save_pwd" value="1">確定更換</button></form></div></div></div>
<div class="tab-pane fade{on("con")}" id="pills-con" role="tabpanel"><div class="card"><div class="card-header d-flex">台大醫院---維護個人連絡資料 <button class="btn btn-primary ml-auto" type="submit" form="conForm" name="save_con" value="1"><i class="fas fa-save"></i> 異動儲存</button></div><div class="card-body">
  <form method="post" id="conForm" action="personal.php?SESSION={sess}&amp;tab=con">{token}<input type="hidden" name="yuangong" value="{person.employee_id}">
  <p>員工編號：<span class="badge badge-secondary">{person.employee_id}</span> 姓名：<span class="badge badge-secondary">{escape(person.name)}</span></p>
{boxes}</form></div></div></div>
<div class="tab-pane fade{on("who")}" id="pills-who" role="tabpanel"><form method="get" action="personal.php"><input type="hidden" name="SESSION" value="{sess}"><input type="hidden" name="tab" value="who"><input type="text" class="form-control" name="kw" placeholder="姓名或員工編號"><button class="btn btn-secondary">查詢</button></form><p>查無資料</p></div>
</div>
<p class="mt-3"><a href="{self.urls["portal"]}/main.php">回功能選單</a>　<a href="{self.urls["portal"]}/logout.php">登出系統</a></p>""", "", alert)

    # ---------------------------------------------------------------- account
    def account(self, request: Request) -> Response:
        return self.session_start(request, "HELPSESS", {"/": self.help, "/index.php": self.help, "/service.php": self.service, "/cloud.php": self.cloud, "/newpass.php": self.newpass, "/bye.php": self.bye})

    def help(self, request: Request, session: dict) -> Response:
        return self.page("網路帳號小幫手", "網路帳號小幫手", """<p class="lead">說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<ul class="nav nav-tabs" role="tablist"><li class="nav-item"><a class="nav-link active" data-toggle="tab" href="#rule">《規範》</a></li><li class="nav-item"><a class="nav-link" data-toggle="tab" href="#faq">《常見問題與服務》</a></li></ul>
<div class="tab-content border p-3 mb-3">
<div class="tab-pane active" id="rule">網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<ul><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同，以確保個人資料安全。</li></ul></div>
<div class="tab-pane" id="faq"><p><b>密碼修改後多久可以生效</b> 即時生效。</p><p><b>忘記密碼</b> 請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></div></div>
<div class="card-deck">
<div class="card"><div class="card-body"><span class="badge badge-success">首次使用</span><p class="card-text">啟用本院微軟相關服務，如：Office365, Outlook...</p><a href="service.php?tab=act" class="btn btn-primary stretched-link">啟用網路帳號及首次雲端帳號密碼設定</a></div></div>
<div class="card"><div class="card-body"><span class="badge badge-warning">忘記密碼</span><p class="card-text">重設非Portal帳號的密碼：Email, 無線網路, KM</p><a href="service.php?tab=rst" class="btn btn-primary stretched-link">重置雲端服務密碼</a></div></div>
<div class="card"><div class="card-body"><span class="badge badge-secondary">廠商</span><p class="card-text">總院廠商VPN到期，重新啟用申請。</p><a href="#" class="btn btn-secondary disabled">總院廠商VPN展延申請</a></div></div></div>""",
                         "", ("info", "已經幫您結束作業囉") if request.query.get("bye") else None)

    def service(self, request: Request, session: dict) -> Response:
        truth, alert = self.truth, None
        tab = "rst" if request.query.get("tab") == "rst" else "act"
        if request.method == "POST":
            self.takes(request, bianhao="employee_id", phone="registered_phone", dtm="code")
            tab = "rst" if request.get("kind") == "rst" else "act"
            session["who"] = who = request.get("bianhao").strip()
            known = who == truth.person.employee_id
            if request.has("send"):
                if not known:
                    alert = ("danger", "找不到這個員工編號，請再確認")
                elif request.get("phone").strip() != truth.saved_contact.get("mobile_phone", truth.person.mobile_phone):
                    alert = ("danger", "手機門號跟登記的不一樣，沒有發送")
                else:
                    session["dtm"] = [truth.new_message(), time.time(), tab]
                    alert = ("success", "<strong>動態碼簡訊發送成功</strong> 成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」")
            elif request.has("next"):
                code, since, kind = session.get("dtm") or ["", 0, ""]
                if not code or not known or kind != tab:
                    alert = ("danger", "請先取得簡訊動態碼")
                elif request.get("dtm").strip() != code:
                    alert = ("danger", "動態碼不對，請看清楚簡訊再打一次")
                elif time.time() - since > 120:
                    alert = ("danger", "動態碼超過2分鐘了，請重新發送")
                else:
                    session.pop("dtm")
                    session["pass"] = tab
                    truth.sessions.add("account:" + session["sid"])
                    truth.counts["code_accepted"] += 1
                    return redirect("cloud.php" if tab == "act" else "newpass.php")
                truth.counts["code_refused"] += 1
        panes = ""
        for kind, text in (("act", "啟用網路帳號及首次雲端帳號密碼設定"), ("rst", "重置雲端服務密碼")):
            panes += f"""<div class="tab-pane fade{" show active" if kind == tab else ""}" id="nav-{kind}" role="tabpanel"><div class="card"><div class="card-header">{text}</div><div class="card-body">
<form method="post" action="service.php"><input type="hidden" name="kind" value="{kind}">
<div class="form-group"><label for="inp1">網路帳號 / 主職員工編號</label><div class="input-group"><input type="text" class="form-control" id="inp1" name="bianhao" value="{escape(session.get("who", ""))}"><div class="input-group-append"><a class="btn btn-info" data-toggle="collapse" href="#ph_{kind}" role="button" aria-expanded="false" aria-controls="ph_{kind}"><i class="fas fa-sms"></i> 發送簡訊動態碼</a></div></div></div>
<div class="collapse" id="ph_{kind}"><div class="card card-body bg-light mb-3"><label>請輸入帳號登記的手機門號(10碼)</label><input type="text" class="form-control" name="phone" maxlength="10"><div class="mt-2"><button type="submit" class="btn btn-info" name="send" value="1">確定發送</button> <a class="btn btn-light" data-toggle="collapse" href="#ph_{kind}">取消</a></div></div></div>
<div class="form-group"><label for="inp2">簡訊(或MOTP)動態碼</label><input type="text" class="form-control" id="inp2" name="dtm" autocomplete="off"></div>
<button type="submit" class="btn btn-primary" name="next" value="1">下一步 <i class="fas fa-chevron-right"></i></button></form></div></div></div>
"""
        return self.page("身分驗證", "網路帳號小幫手", f"""<nav><div class="nav nav-tabs" id="nav-tab" role="tablist"><a class="nav-item nav-link{" active" if tab == "act" else ""}" data-toggle="tab" href="#nav-act">首次啟用</a><a class="nav-item nav-link{" active" if tab == "rst" else ""}" data-toggle="tab" href="#nav-rst">重置密碼</a></div></nav>
<div class="alert alert-light"><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div>
<div class="tab-content">{panes}</div><a href="index.php">回首頁</a>""", "", alert)

    NAV = '<li class="nav-item"><a class="nav-link" href="bye.php">結束作業</a></li>'

    def cloud(self, request: Request, session: dict) -> Response:
        truth, person, alert = self.truth, self.truth.person, None
        if request.method == "POST":
            self.takes(request, youjian="alias", yunmima="cloud_password")
        if session.get("pass") != "act":
            return redirect("index.php")
        name = request.get("youjian").strip()
        if request.has("cancel"):
            return redirect("bye.php")
        if request.has("enable"):
            secret = request.get("yunmima")
            if truth.alias:
                alert = ("danger", "您之前就啟用過了，不能再設定一次喔")
            elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", name):
                alert = ("danger", "電子郵件名稱只能用英文、數字、. _ - 而且要英文開頭")
            elif name.lower() == "taken.name":
                alert = ("danger", "這個電子郵件名稱別人已經用了，請換一個")
            elif len(secret) < 8 or not re.search("[A-Za-z]", secret) or not re.search("[0-9]", secret):
                alert = ("danger", "雲端密碼要 8 個字以上，英文和數字都要有")
            else:
                truth.alias, truth.cloud_password = name, secret
                truth.counts["activated"] += 1
                return self.page("完成", "網路帳號小幫手", f"""<div class="card text-center border-success"><div class="card-body"><i class="fas fa-check-circle fa-3x text-success"></i><h4>大功告成！</h4><p>您的信箱 <span class="badge badge-primary">{escape(name)}@ntuh.gov.tw</span> 明天就能收信</p><a class="btn btn-outline-secondary" href="bye.php">結束作業</a></div></div>""", self.NAV)
        facts = "".join(f'<li class="list-group-item d-flex justify-content-between">{k}<span class="badge badge-light">{escape(v)}</span></li>' for k, v in (("網路帳號 / 主職員工編號", person.employee_id), ("帳號姓名", person.name), ("主職單位", person.unit), ("有效期限", person.valid_until)))
        if truth.alias:
            form = f'<div class="alert alert-secondary">雲端服務帳號 (電子郵件名稱)：<b>{escape(truth.alias)}</b>@ntuh.gov.tw <span class="badge badge-success">啟用完畢</span><br>您不需要再做任何設定</div>'
        else:
            form = f"""<form method="post" action="cloud.php"><div class="form-group"><label for="yj">雲端服務帳號 (電子郵件名稱)</label><div class="input-group"><input type="text" class="form-control" id="yj" name="youjian" maxlength="64" value="{escape(name)}"><div class="input-group-append"><span class="input-group-text">@ntuh.gov.tw</span></div></div><small>名稱長度限64字元內</small></div>
<div class="form-group"><label for="ym">設定雲端密碼</label><div class="input-group"><input type="password" class="form-control" id="ym" name="yunmima" autocomplete="new-password"><div class="input-group-append"><button class="btn btn-outline-secondary" type="button" onclick="var y=document.getElementById('ym');y.type=y.type=='password'?'text':'password'"><i class="fas fa-eye"></i></button></div></div><small>8 個字以上，英文和數字都要有</small></div>
<button class="btn btn-secondary" type="submit" name="cancel" value="1">取消啟用</button> <button class="btn btn-success" type="submit" name="enable" value="1"><i class="fas fa-cloud"></i> 啟用雲端服務</button> <small>服務於設定完成隔日生效</small></form>"""
        return self.page("設定密碼與郵件別名", "網路帳號小幫手", f"""<div class="card"><div class="card-header">設定密碼與郵件別名 <a data-toggle="collapse" href="#explain"><i class="fas fa-question-circle"></i></a></div><div class="card-body"><div class="collapse" id="explain">雲端服務帳號說明：1. 雲端服務帳號為跨體系使用。2. 服務於設定完成隔日生效。</div><ul class="list-group mb-3">{facts}</ul>{form}</div></div>""", self.NAV, alert)

    def newpass(self, request: Request, session: dict) -> Response:
        alert = None
        if request.method == "POST":
            self.takes(request, yunmima="cloud_password")
        if session.get("pass") != "rst":
            return redirect("index.php")
        if not self.truth.alias:
            return self.page("重置", "網路帳號小幫手", "", self.NAV, ("warning", "您還沒有雲端帳號，請先做【首次啟用】"))
        if request.method == "POST":
            secret = request.get("yunmima")
            if len(secret) < 8 or not re.search("[A-Za-z]", secret) or not re.search("[0-9]", secret):
                alert = ("danger", "密碼要 8 個字以上，英文和數字都要有")
            else:
                self.truth.cloud_password = secret
                return self.page("重置", "網路帳號小幫手", '<a class="btn btn-outline-secondary" href="bye.php">結束作業</a>', self.NAV, ("success", "新的雲端密碼設定好了"))
        return self.page("重置", "網路帳號小幫手", '<div class="card card-body"><h5>重置雲端服務密碼</h5><form method="post" action="newpass.php"><label for="ym">新的雲端密碼</label><input type="password" class="form-control" id="ym" name="yunmima"><button class="btn btn-success mt-2" type="submit">就用這個</button></form></div>', self.NAV, alert)

    def bye(self, request: Request, session: dict) -> Response:
        if session.pop("pass", ""):
            self.truth.sessions.discard("account:" + session["sid"])
            self.truth.counts["sign_out_account"] += 1
        return redirect("index.php?bye=1")

    # ---------------------------------------------------------------- mail
    def mail(self, request: Request) -> Response:
        return self.session_start(request, "MAILSESS", {"/": self.mail_login, "/captcha.php": self.captcha_php("abcdefghjkmnpqrstuvwxyz23456789", 5), "/inbox.php": self.inbox, "/logout.php": self.mail_logout})

    def mail_login(self, request: Request, session: dict) -> Response:
        truth, alert = self.truth, None
        if request.method == "POST":
            self.takes(request, xinxiang="mail_account", mima="mail_password", yzm="captcha")
            if not self.yzm_ok(session, request.get("yzm").strip()):
                alert = ("warning", "驗證碼打錯了")
            elif not truth.alias or request.get("xinxiang").strip().lower().split("@")[0] != truth.alias.lower() or request.get("mima") != truth.cloud_password:
                alert = ("danger", "信箱帳號或密碼不對")
            else:
                session["in"] = 1
                truth.sessions.add("mail:" + session["sid"])
                truth.counts["mail_sign_in"] += 1
                return redirect("inbox.php")
        return self.page("電子信箱", "電子信箱", f"""<div class="card"><div class="card-header"><ul class="nav nav-tabs card-header-tabs"><li class="nav-item"><a class="nav-link active" data-toggle="tab" href="#m1">登入</a></li><li class="nav-item"><a class="nav-link" data-toggle="tab" href="#m2">公佈欄</a></li></ul></div>
<div class="card-body tab-content"><div class="tab-pane active" id="m1"><form method="post" action="/"><div class="form-group"><label>帳號:</label><input class="form-control" type="text" name="xinxiang"></div><div class="form-group"><label>密碼:</label><input class="form-control" type="password" name="mima"></div>
<div class="form-group"><label>驗證碼(小寫字母或數字):</label><input class="form-control" type="text" name="yzm" autocomplete="off"><img src="captcha.php"></div>
<div class="custom-control custom-switch"><input type="checkbox" class="custom-control-input" id="customSwitch1" name="jizhu" value="1"><label class="custom-control-label" for="customSwitch1">記住登入資訊 (公用電腦請勿勾選)</label></div><button class="btn btn-primary" type="submit">收信去</button></form></div>
<div class="tab-pane" id="m2">體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<br>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls["account"]}/">https://help.ntuh.gov.tw/</a></div></div></div>""", "", alert)

    def inbox(self, request: Request, session: dict) -> Response:
        if not session.get("in"):
            return redirect("/")
        return self.page("收件匣", "電子信箱", f'<h5>收件匣 <span class="badge badge-primary">1</span></h5><p>{escape(self.truth.alias)}@ntuh.gov.tw</p><ul class="list-group"><li class="list-group-item">資訊室：歡迎新同仁</li></ul>', '<li class="nav-item"><a class="nav-link" href="logout.php">登出信箱</a></li>')

    def mail_logout(self, request: Request, session: dict) -> Response:
        if session.pop("in", 0):
            self.truth.sessions.discard("mail:" + session["sid"])
            self.truth.counts["sign_out_mail"] += 1
        return redirect("/")

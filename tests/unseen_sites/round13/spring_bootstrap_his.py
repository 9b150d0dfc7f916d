"""A HIS vendor's product, installed at the hospital: Spring MVC, JSP, Bootstrap 3."""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

CSS = """.modal{display:none;position:fixed;top:60px;left:50%;width:560px;margin-left:-280px;background:#fff;border:1px solid #999;z-index:9}
.modal.in{display:block}.collapse{display:none}.collapse.in{display:block}.navbar{background:#1c6ea4;color:#fff}.alert{padding:8px;border:1px solid #bbb}
.alert-danger{background:#f2dede}.alert-success{background:#dff0d8}.alert-info{background:#d9edf7}.alert-warning{background:#fcf8e3}"""
JS = """document.addEventListener('click',function(e){var t=e.target.closest('[data-toggle],[data-dismiss]');if(!t)return;
if(t.getAttribute('data-dismiss')){e.preventDefault();t.closest('.modal').className='modal fade';return}
var k=t.getAttribute('data-toggle');if(k=='modal'||k=='collapse'){e.preventDefault();
var d=document.querySelector(t.getAttribute('data-target')||t.getAttribute('href'));d.className=(k=='modal'?'modal fade in':(d.className.indexOf(' in')>0?'collapse':'collapse in'))}});"""


class TheSite(Site):
    title = "Spring MVC + Bootstrap 3, HIS vendor, modal dialogs"

    def __init__(self) -> None:
        super().__init__()
        self.jar: dict[str, dict] = {}
        self.tickets: dict[str, str] = {}

    # ------------------------------------------------------------------ bits of the product
    def sess(self, q: Request, name: str) -> tuple[str, dict, list]:
        sid = q.cookies.get(name, "")
        if sid in self.jar and self.jar[sid]["app"] == name:
            return sid, self.jar[sid], []
        sid = secrets.token_hex(16).upper()
        self.jar[sid] = {"app": name, "csrf": self.uuid()}
        return sid, self.jar[sid], [("Set-Cookie", f"{name}={sid}; Path=/; HttpOnly")]

    def uuid(self) -> str:
        h = secrets.token_hex(16)
        return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"

    def lay(self, title: str, body: str, nav: str = "", cookies: list | None = None, status: int = 200) -> Response:
        return Response(f"""<!DOCTYPE html>
<html lang="zh-TW"><head><meta charset="UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<!-- iHIS-WEB 7.2.14 build 20190322 / (C) 康聯資訊 -->
<link rel="stylesheet" href="/resources/css/bootstrap.min.css"><script src="/resources/js/bootstrap.min.js"></script></head>
<body><nav class="navbar navbar-inverse navbar-fixed-top" role="navigation"><div class="container-fluid">
<div class="navbar-header"><button type="button" class="navbar-toggle collapsed" data-toggle="collapse" data-target="#nav1"><span class="sr-only">Toggle navigation</span><span class="icon-bar"></span></button>
<span class="navbar-brand"><span class="glyphicon glyphicon-plus-sign"></span> {title}</span></div>{nav}</div></nav>
<div class="container" role="main">{body}</div>
<footer class="footer"><p class="text-muted">國立臺灣大學醫學院附設醫院 資訊室 分機261120 &nbsp; Powered by iHIS-WEB</p></footer></body></html>""", status, headers=cookies or [])

    def alert(self, kind: str, text: str) -> str:
        icon = {"danger": "exclamation-sign", "success": "ok-sign"}.get(kind, "info-sign")
        return f'<div class="alert alert-{kind} alert-dismissible" role="alert"><button type="button" class="close"><span aria-hidden="true">&times;</span></button><span class="glyphicon glyphicon-{icon}" aria-hidden="true"></span> {text}</div>' if text else ""

    def static(self, q: Request) -> Response | None:
        if q.path.endswith(".css"):
            return Response(CSS, kind="text/css")
        if q.path.endswith(".js"):
            return Response(JS, kind="application/javascript")
        return Response("", 404) if q.path == "/favicon.ico" else None

    def forbidden(self) -> Response:
        return self.lay("HTTP Status 403", '<div class="alert alert-danger">Invalid CSRF Token was found on the request parameter \'_csrf\'.<br>頁面已逾時，請重新整理後再操作。</div><a class="btn btn-default" href="/">回首頁</a>', status=403)

    def strong(self, p: str) -> bool:
        return len(p) >= 8 and bool(re.search("[A-Za-z]", p)) and bool(re.search(r"\d", p))

    # ------------------------------------------------------------------ portal
    def portal(self, q: Request) -> Response:
        if (s := self.static(q)) is not None:
            return s
        sid, st, ck = self.sess(q, "IHISSESSIONID")
        if q.path == "/":
            return redirect("/ihis/login", *ck)
        if q.path == "/ihis/randImage":
            return Response(picture(self.truth.new_captcha(), "JPEG"), kind="image/jpeg", headers=[("Cache-Control", "no-store"), *ck])
        if q.path == "/ihis/doLogin" and q.method == "POST":
            return self.do_login(q, sid, st)
        if q.path == "/ihis/login":
            return self.login_page(st, ck)
        if "user" not in st:
            return redirect("/ihis/login?expired", *ck)
        if q.path == "/ihis/main":
            return self.main(st, sid)
        if q.path == "/ihis/user/changePwd" and q.method == "POST":
            self.takes(q, oldPwd="old_password", newPwd="new_password", newPwdConfirm="new_password_again")
            if q.get("_csrf") != st["csrf"]:
                return self.forbidden()
            why = ""
            if q.get("oldPwd") != self.truth.portal_password:
                why = "您輸入的原密碼有誤，密碼未變更"
            elif not self.strong(q.get("newPwd")):
                why = "新密碼不符合設定條件（至少8碼，且須含英文與數字）"
            elif q.get("newPwd") != q.get("newPwdConfirm"):
                why = "兩次輸入的新密碼不一致"
            elif q.get("newPwd") == q.get("oldPwd"):
                why = "新密碼不得與原密碼相同"
            if why:
                self.truth.counts["password_refused"] += 1
                st["pwdErr"] = why
                return redirect("/ihis/main")
            self.truth.portal_password = q.get("newPwd")
            self.truth.counts["password_changed"] += 1
            st["csrf"] = self.uuid()
            return redirect("/ihis/user/changePwdResult")
        if q.path == "/ihis/user/changePwdResult":
            return self.lay("個人管理", '<ol class="breadcrumb"><li>個人管理</li><li class="active">更改密碼</li></ol>'
                            + self.alert("success", "<strong>變更完成！</strong> 下次登入請使用您的新密碼。")
                            + f'<a class="btn btn-primary" href="/ihis/main"><i class="glyphicon glyphicon-home"></i> 回功能選單</a>{self.logout_form(st)}')
        if q.path == "/ihis/logout" and q.method == "POST":
            self.takes(q)
            if q.get("_csrf") != st["csrf"]:
                return self.forbidden()
            self.truth.sessions.discard(f"portal:{sid}")
            self.truth.counts["sign_out_portal"] += 1
            del self.jar[sid]
            return redirect("/ihis/login?logout", ("Set-Cookie", "IHISSESSIONID=; Path=/; Max-Age=0"))
        if q.path == "/ihis/search":
            self.takes(q)
        return self.lay("iHIS", self.alert("warning", "此功能尚未開放 (404)") + '<a href="/ihis/main">返回</a>', status=404)

    def login_page(self, st: dict, ck: list) -> Response:
        msg = st.pop("err", "")
        opts = "".join(f'<option value="{v}">{t}</option>' for v, t in (("NTUH-T0", "總院區"), ("NTUH-T2", "北護分院"), ("NTUH-T4", "新竹臺大分院"), ("NTUH-Y0", "雲林分院")))
        return self.lay("台大醫院 PORTAL 系統", f"""<div class="row"><div class="col-md-4 col-md-offset-4"><div class="panel panel-primary">
<div class="panel-heading"><h3 class="panel-title">使用者登入 <small>Sign in</small></h3></div><div class="panel-body">{self.alert("danger", msg)}
<form id="loginForm" class="form-horizontal" action="/ihis/doLogin" method="post" autocomplete="off"><input type="hidden" name="_csrf" value="{st['csrf']}"/>
<div class="form-group"><label class="control-label" for="hospId">院區</label><select class="form-control" id="hospId" name="hospId">{opts}</select></div>
<div class="form-group"><div class="input-group"><span class="input-group-addon"><i class="glyphicon glyphicon-user"></i> 帳號</span><input type="text" class="form-control" name="loginId" id="loginId" maxlength="6" autofocus></div></div>
<div class="form-group"><div class="input-group"><span class="input-group-addon"><i class="glyphicon glyphicon-lock"></i> 密碼</span><input type="password" class="form-control" name="loginPwd" id="loginPwd"></div></div>
<div class="form-group"><label for="randCode">驗證碼 <small>(不用區分大小寫)</small></label><input type="text" class="form-control" name="randCode" id="randCode" maxlength="6">
<img id="randImg" src="/ihis/randImage" alt="驗證碼" title="看不清楚？點一下換一張" onclick="this.src='/ihis/randImage?'+Math.random()"></div>
<button type="submit" class="btn btn-primary btn-block"><span class="glyphicon glyphicon-log-in"></span>&nbsp;進入系統</button></form>
<a href="#forgotModal" data-toggle="modal">登入遇到問題?</a></div></div></div></div>
<div class="modal fade" id="forgotModal" tabindex="-1" role="dialog"><div class="modal-dialog"><div class="modal-content"><div class="modal-header"><h4>登入說明</h4></div>
<div class="modal-body">如無法登入，請撥資訊室分機261120，告知『請協助重設PORTAL登入密碼』。</div><div class="modal-footer"><button type="button" class="btn btn-default" data-dismiss="modal">關閉</button></div></div></div></div>""", cookies=ck)

    def do_login(self, q: Request, sid: str, st: dict) -> Response:
        self.takes(q, hospId="campus", loginId="employee_id", loginPwd="portal_password", randCode="captcha")
        if q.get("_csrf") != st["csrf"]:
            return self.forbidden()
        want, self.truth.captcha = self.truth.captcha, ""
        if not want or q.get("randCode").strip().upper() != want:
            st["err"] = "圖形驗證碼不符，請重新輸入"
        elif q.get("hospId") != "NTUH-T0" or q.get("loginId") != self.truth.person.employee_id or q.get("loginPwd") != self.truth.portal_password:
            st["err"] = "登入失敗：帳號不存在或密碼錯誤 (AUTH-102)"
        else:
            del self.jar[sid]
            sid = secrets.token_hex(16).upper()
            self.jar[sid] = {"app": "IHISSESSIONID", "csrf": self.uuid(), "user": q.get("loginId"), "first": True}
            self.truth.sessions.add(f"portal:{sid}")
            self.truth.counts["sign_in"] += 1
            return redirect("/ihis/main", ("Set-Cookie", f"IHISSESSIONID={sid}; Path=/; HttpOnly"))
        self.truth.counts["sign_in_refused"] += 1
        return redirect("/ihis/login?error")

    def logout_form(self, st: dict) -> str:
        return f'<form action="/ihis/logout" method="post" class="navbar-form navbar-right"><input type="hidden" name="_csrf" value="{st["csrf"]}"><button type="submit" class="btn btn-link"><span class="glyphicon glyphicon-log-out"></span> 登出系統</button></form>'

    def main(self, st: dict, sid: str) -> Response:
        tick = secrets.token_urlsafe(18)
        self.tickets[tick] = sid
        err, first = st.pop("pwdErr", ""), st.pop("first", False)
        dead = ["個人簽章提醒設定", "薪資所得免稅額申報表", "員工待遇福利查詢", "查詢員工連絡資料"]
        items = '<li><a href="#changePwdModal" data-toggle="modal"><i class="glyphicon glyphicon-lock"></i> 更改密碼</a></li>'
        items += "".join(f'<li class="disabled"><a href="/ihis/func/P{n:02d}">{t}</a></li>' for n, t in enumerate(dead))
        items += f'<li><a href="{self.urls["inner"]}/ihis-hr/sso?ticket={tick}"><i class="glyphicon glyphicon-phone-alt"></i> 維護個人連絡資料</a></li><li class="divider"></li><li><a href="/ihis/func/P20">個人就醫紀錄查詢</a></li>'
        tops = "".join(f'<li class="dropdown"><a href="#" class="dropdown-toggle">{t} <b class="caret"></b></a></li>' for t in ("醫療系統", "醫療支援", "其他資源", "數位學習", "資訊安全", "行政系統"))
        nav = f'<div class="collapse navbar-collapse in" id="nav1"><ul class="nav navbar-nav">{tops}<li class="dropdown"><a href="#" class="dropdown-toggle">個人管理 <b class="caret"></b></a><ul class="dropdown-menu">{items}</ul></li></ul>{self.logout_form(st)}</div>'
        notice = '<div class="modal fade in" id="noticeModal"><div class="modal-dialog"><div class="modal-content"><div class="modal-header"><button type="button" class="close" data-dismiss="modal">&times;</button><h4>系統公告</h4></div><div class="modal-body">為維護資訊安全，首次登入請更換您的密碼。</div><div class="modal-footer"><button type="button" class="btn btn-default" data-dismiss="modal">我知道了</button></div></div></div></div>' if first else ""
        return self.lay("台大醫院 PORTAL 系統", f"""<h4>您好! {self.truth.person.name}</h4><p>總院差勤待簽 <span class="badge">0</span> 未核准 <span class="badge">0</span> 被駁回 <span class="badge">0</span></p>
<form class="form-inline" action="/ihis/search" method="get"><input type="text" class="form-control input-sm" name="kw" placeholder="搜尋功能..."><button class="btn btn-default btn-sm" type="submit"><span class="glyphicon glyphicon-search"></span></button></form>
<table class="table table-striped"><thead><tr><th>日期<th>標題</thead><tbody><tr><td>2019/10/21<td>請全院同仁填報「薪資所得免稅額申報表」<tr><td>2018/12/13<td>總院Portal資訊系統登入首頁改版</tbody></table>{notice}
<div class="modal fade{' in' if err else ''}" id="changePwdModal" tabindex="-1" role="dialog"><div class="modal-dialog" role="document"><div class="modal-content">
<form action="/ihis/user/changePwd" method="post" autocomplete="off"><div class="modal-header"><button type="button" class="close" data-dismiss="modal">&times;</button><h4 class="modal-title">更改密碼</h4></div>
<div class="modal-body">{self.alert("danger", err)}<input type="hidden" name="_csrf" value="{st['csrf']}">
<div class="form-group"><label>請輸入舊密碼：</label><input type="password" class="form-control" name="oldPwd"></div>
<div class="form-group"><label>請輸入新密碼：</label><input type="password" class="form-control" name="newPwd"></div>
<div class="form-group"><label>請再輸入新密碼：</label><input type="password" class="form-control" name="newPwdConfirm"></div>
<label>密碼強度檢核：</label><div class="progress"><div class="progress-bar" style="width:0%"></div></div>
<p class="help-block">密碼設定條件：<br>1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字</p></div>
<div class="modal-footer"><button type="button" class="btn btn-default" data-dismiss="modal"><span class="glyphicon glyphicon-remove"></span> 取消</button> <button type="submit" class="btn btn-primary"><span class="glyphicon glyphicon-ok"></span> 確定變更</button></div></form></div></div></div>""", nav)

    # ------------------------------------------------------------------ inner
    def inner(self, q: Request) -> Response:
        if (s := self.static(q)) is not None:
            return s
        sid, st, ck = self.sess(q, "HRSESSIONID")
        if q.path == "/ihis-hr/sso":
            owner = self.tickets.pop(q.query.get("ticket", ""), "")
            if owner and f"portal:{owner}" in self.truth.sessions:
                st["owner"] = owner
                return redirect("/ihis-hr/contact", *ck)
        if f"portal:{st.get('owner')}" not in self.truth.sessions:
            return self.lay("人事資料", self.alert("danger", "登入憑證失效，請由 PORTAL 重新進入。") + f'<a href="{self.urls["portal"]}/ihis/main">回 PORTAL</a>', cookies=ck)
        p, old = self.truth.person, self.truth.saved_contact
        keys = {"engLastName": "english_surname", "engFirstName": "english_given", "engMidName": "english_middle", "officeTel": "office_phone", "homeTel": "home_phone", "cellPhone": "mobile_phone"}
        now = {k: old.get(m, getattr(p, m)) for k, m in keys.items()}
        note = ""
        if q.path == "/ihis-hr/contact/save" and q.method == "POST":
            self.takes(q, cellPhone="mobile_phone")
            if q.get("_csrf") != st["csrf"]:
                return self.forbidden()
            given = {k: q.get(k).strip() for k in keys}
            if not re.fullmatch(r"09\d{8}", given["cellPhone"]):
                note = self.alert("danger", "行動電話格式錯誤，應為 09 開頭共 10 碼")
            elif not all(q.has(k) for k in keys) or not re.fullmatch(r"[A-Za-z\- ]{1,30}", given["engLastName"]):
                note = self.alert("danger", "英文姓為必填欄位，限英文字母")
            else:
                self.truth.saved_contact.update({m: given[k] for k, m in keys.items()})
                self.truth.counts["contact_saved"] += 1
                st["csrf"] = self.uuid()
                note = self.alert("success", "資料已更新 (Update OK)")
            now = given

        def box(label: str, name: str, hint: str) -> str:
            return f'<div class="form-group"><label class="col-sm-2 control-label">{label}</label><div class="col-sm-4"><input class="form-control" type="text" name="{name}" value="{escape(now[name])}" maxlength="30"></div><span class="help-block col-sm-6">{hint}</span></div>'
        return self.lay("人事資料維護", f"""<ol class="breadcrumb"><li><a href="{self.urls['portal']}/ihis/main">回功能選單</a></li><li class="active">維護個人連絡資料</li></ol>
<h3>台大醫院---維護個人連絡資料</h3>{note}<form class="form-horizontal" action="/ihis-hr/contact/save" method="post"><input type="hidden" name="_csrf" value="{st['csrf']}">
<p><button type="submit" class="btn btn-success"><span class="glyphicon glyphicon-floppy-disk"></span> 異動儲存</button></p>
<p>員工編號：<span class="form-control-static">{p.employee_id}</span> 姓名：<span class="form-control-static">{p.name}</span></p>
{box('英文姓：', 'engLastName', 'ex:Chen(陳)')}{box('英文首名：', 'engFirstName', 'ex: Yi-Fen(怡芬) (說明)')}{box('英文中名：', 'engMidName', 'ex:Mary 為英文別名，如無，可不填')}
{box('辦公室電話：', 'officeTel', 'ex:61234或23123456')}{box('住宅電話：', 'homeTel', 'ex:0223123456')}{box('行動電話：', 'cellPhone', 'ex:0952000000 (如離職或更換門號，請記得調整此欄位)')}</form>""", cookies=ck)

    # ------------------------------------------------------------------ account site
    def account(self, q: Request) -> Response:
        if (s := self.static(q)) is not None:
            return s
        sid, st, ck = self.sess(q, "ECLOUDSESSIONID")
        if q.path in ("/", "/ecloud/index"):
            return self.acc_index(st, ck)
        if q.path == "/ecloud/verify":
            self.takes(q, agree="consent")
            if q.query.get("func") == "ACT" and q.query.get("agree") != "Y":
                st["warn"] = "請先勾選已閱讀規範"
                return redirect("/ecloud/index", *ck)
            st["func"] = "RST" if q.query.get("func") == "RST" else "ACT"
            return self.acc_verify(st, ck)
        if q.path == "/ecloud/otp" and q.method == "POST":
            return self.acc_otp(q, sid, st)
        if q.path == "/ecloud/leave":
            if f"account:{sid}" in self.truth.sessions:
                self.truth.sessions.discard(f"account:{sid}")
                self.truth.counts["sign_out_account"] += 1
            self.jar.pop(sid, None)
            return redirect("/ecloud/index")
        if f"account:{sid}" not in self.truth.sessions:
            return redirect("/ecloud/index", *ck)
        if q.path == "/ecloud/setup":
            return self.acc_reset(q, st) if st["func"] == "RST" else self.acc_setup(q, st)
        return self.lay("404", "查無此頁", status=404)

    def acc_index(self, st: dict, ck: list) -> Response:
        return self.lay("網路帳號服務", f"""{self.alert('warning', st.pop('warn', ''))}<p class="lead">說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<div class="panel panel-info"><div class="panel-heading">《規範》</div><div class="panel-body"><ul><li>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同</ul></div></div>
<div class="panel panel-default"><div class="panel-heading"><a data-toggle="collapse" href="#faq1">《常見問題與服務》</a></div><div id="faq1" class="collapse in"><div class="panel-body"><dl><dt>密碼修改後多久可以生效<dd>即時生效。<dt>忘記密碼<dd>請您親自以下方按鈕取得簡訊後進行密碼設定。</dl></div></div></div>
<div class="row"><div class="col-sm-6 well"><form action="/ecloud/verify" method="get"><input type="hidden" name="func" value="ACT">
<div class="checkbox"><label><input type="checkbox" name="agree" value="Y" onclick="document.getElementById('btnAct').disabled=!this.checked"> 我已詳閱並同意遵守上述規範</label></div>
<button id="btnAct" type="submit" class="btn btn-lg btn-primary" disabled><span class="glyphicon glyphicon-cloud"></span> 啟用網路帳號及首次雲端帳號密碼設定</button></form><p>啟用本院微軟相關服務，如：Office365, Outlook...</p></div>
<div class="col-sm-6 well"><a class="btn btn-lg btn-warning" href="/ecloud/verify?func=RST"><span class="glyphicon glyphicon-refresh"></span> 重置雲端服務密碼</a><p>重設非Portal帳號的密碼：Email, 無線網路, KM, TMS...</p><a class="btn btn-default" href="#">總院廠商VPN展延申請</a></div></div>""", cookies=ck)

    def acc_verify(self, st: dict, ck: list, acct: str = "", bad: str = "", ok: bool = False, phone_open: bool = False) -> Response:
        head = "重置雲端服務密碼" if st["func"] == "RST" else "啟用網路帳號及首次雲端帳號密碼設定"
        sent = '<div class="modal fade in" id="sentModal"><div class="modal-dialog modal-sm"><div class="modal-content"><div class="modal-body"><div class="alert alert-success"><b>動態碼簡訊發送成功</b><br>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</div></div><div class="modal-footer"><button type="button" class="btn btn-primary" data-dismiss="modal">確定</button></div></div></div></div>' if ok else ""
        return self.lay("網路帳號服務", f"""<ol class="breadcrumb"><li><a href="/ecloud/index">首頁</a></li><li class="active">進行身分驗證</li></ol>{'' if phone_open else self.alert('danger', bad)}
<div class="panel panel-warning"><div class="panel-heading">注意事項</div><div class="panel-body"><ul><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<li>請輸入帳號與簡訊動態碼後按「下一步」。<li>如未申請MOTP服務請洽資訊服務台辦理(261120)。</ul></div></div>
<h4>{head}</h4><form id="otpForm" class="form-horizontal" action="/ecloud/otp" method="post" autocomplete="off"><input type="hidden" name="_csrf" value="{st['csrf']}"><input type="hidden" name="func" value="{st['func']}">
<div class="form-group"><label class="col-sm-3 control-label" for="acctNo">網路帳號 / 主職員工編號</label><div class="col-sm-5"><div class="input-group"><input type="text" class="form-control" id="acctNo" name="acctNo" maxlength="6" value="{escape(acct)}">
<span class="input-group-btn"><button type="button" class="btn btn-info" data-toggle="modal" data-target="#smsModal"><span class="glyphicon glyphicon-phone"></span> 發送簡訊動態碼</button></span></div></div></div>
<div class="form-group"><label class="col-sm-3 control-label" for="otpCode">簡訊(或MOTP)動態碼</label><div class="col-sm-5"><input type="text" class="form-control" id="otpCode" name="otpCode" maxlength="8"></div></div>
<div class="form-group"><div class="col-sm-offset-3"><button type="submit" name="nextStep" value="1" class="btn btn-primary">下一步 <span class="glyphicon glyphicon-chevron-right"></span></button></div></div>
<div class="modal fade{' in' if phone_open else ''}" id="smsModal" role="dialog"><div class="modal-dialog"><div class="modal-content"><div class="modal-header"><h4 class="modal-title">發送動態碼</h4></div>
<div class="modal-body">{self.alert('danger', bad) if phone_open else ''}<label for="regMobile">請輸入帳號登記的手機門號(10碼)</label><input type="tel" class="form-control" id="regMobile" name="regMobile" maxlength="10"></div>
<div class="modal-footer"><button type="submit" name="sendOtp" value="1" class="btn btn-success"><span class="glyphicon glyphicon-send"></span> 確定發送</button> <button type="button" class="btn btn-default" data-dismiss="modal">取消</button></div></div></div></div></form>{sent}""", cookies=ck)

    def acc_otp(self, q: Request, sid: str, st: dict) -> Response:
        self.takes(q, acctNo="employee_id", otpCode="code", regMobile="registered_phone")
        if q.get("_csrf") != st["csrf"] or q.get("func") != st.get("func"):
            return self.forbidden()
        st["csrf"] = self.uuid()
        no, p = q.get("acctNo").strip(), self.truth.person
        if not re.fullmatch(r"\d{6}", no):
            return self.acc_verify(st, [], no, "請輸入 6 位數員工編號")
        if q.has("sendOtp"):
            if no != p.employee_id or q.get("regMobile").strip() != (self.truth.saved_contact.get("mobile_phone") or p.mobile_phone):
                return self.acc_verify(st, [], no, "帳號與登記之手機門號不符，簡訊未發送", phone_open=True)
            st["otp"] = (self.truth.new_message(), time.time(), no)
            return self.acc_verify(st, [], no, ok=True)
        if q.has("nextStep"):
            code, when, whose = st.get("otp", ("", 0, ""))
            if not code or q.get("otpCode").strip() != code or whose != no:
                self.truth.counts["code_refused"] += 1
                return self.acc_verify(st, [], no, "動態碼不正確，請重新輸入")
            st.pop("otp")
            if time.time() - when > 120:
                self.truth.counts["code_refused"] += 1
                return self.acc_verify(st, [], no, "動態碼已超過有效時間，請重新發送")
            self.truth.sessions.add(f"account:{sid}")
            self.truth.counts["code_accepted"] += 1
            return redirect("/ecloud/setup")
        return self.acc_verify(st, [], no)

    def acc_setup(self, q: Request, st: dict) -> Response:
        t, p, bad = self.truth, self.truth.person, ""
        if q.method == "POST":
            self.takes(q, mailAlias="alias", cloudPwd="cloud_password", cloudPwdConfirm="cloud_password_again")
            if q.get("_csrf") != st["csrf"]:
                return self.forbidden()
            if q.get("act") == "CANCEL":
                return redirect("/ecloud/leave")
            name, pw = q.get("mailAlias").strip().lower(), q.get("cloudPwd")
            if t.alias:
                bad = "此帳號先前已完成啟用，不可重複設定"
            elif not re.fullmatch(r"[a-z][a-z0-9._-]{1,63}", name):
                bad = "郵件名稱格式不符（英文字母開頭，限英數字與 . - _ ，64字元內）"
            elif name in ("taken.name", "admin", "postmaster"):
                bad = f"{escape(name)}@ntuh.gov.tw 已有人使用，請另選名稱"
            elif not self.strong(pw):
                bad = "密碼需8碼以上且含英文及數字"
            elif pw != q.get("cloudPwdConfirm"):
                bad = "兩次密碼輸入不同"
            elif pw == t.portal_password:
                bad = "請勿與 Portal 密碼相同"
            elif q.get("act") == "ENABLE":
                t.alias, t.cloud_password = name, pw
                t.counts["activated"] += 1
                st["csrf"] = self.uuid()
                return self.lay("網路帳號服務", self.alert("success", f"<strong>恭喜！</strong> 雲端服務申請成功，您的電子郵件為 <b>{escape(name)}@ntuh.gov.tw</b>，隔日起可使用。") + '<a class="btn btn-default" href="/ecloud/leave"><span class="glyphicon glyphicon-log-out"></span> 離開</a>')
        facts = f'<table class="table table-bordered"><tr><th>網路帳號 / 主職員工編號</th><td>{p.employee_id}</td></tr><tr><th>帳號姓名</th><td>{p.name}</td></tr><tr><th>主職單位</th><td>{p.unit}</td></tr><tr><th>有效期限</th><td>{p.valid_until}</td></tr></table>'
        if t.alias:
            return self.lay("網路帳號服務", f"<h3>設定密碼與郵件別名</h3>{self.alert('danger', bad)}{facts}" + self.alert("info", f"您的雲端服務帳號 <b>{escape(t.alias)}@ntuh.gov.tw</b> 已是啟用狀態，無須再次設定。") + '<a class="btn btn-default" href="/ecloud/leave">離開</a>')
        return self.lay("網路帳號服務", f"""<h3>設定密碼與郵件別名</h3>{self.alert('danger', bad)}<p>1. 雲端服務帳號為跨體系使用。<br>2. 服務於設定完成隔日生效。</p>{facts}
<form action="/ecloud/setup" method="post" class="form-horizontal" autocomplete="off"><input type="hidden" name="_csrf" value="{st['csrf']}">
<div class="form-group"><label class="col-sm-3" for="mailAlias">雲端服務帳號 (電子郵件名稱)</label><div class="input-group col-sm-5"><input class="form-control" name="mailAlias" id="mailAlias" maxlength="64" value="{escape(q.get('mailAlias'))}"><span class="input-group-addon">@ntuh.gov.tw</span></div><span class="help-block">名稱長度限64字元內</span></div>
<div class="form-group"><label class="col-sm-3" for="cloudPwd">雲端服務密碼</label><div class="col-sm-5"><input type="password" class="form-control" name="cloudPwd" id="cloudPwd"></div></div>
<div class="form-group"><label class="col-sm-3" for="cloudPwdConfirm">確認雲端服務密碼</label><div class="col-sm-5"><input type="password" class="form-control" name="cloudPwdConfirm" id="cloudPwdConfirm"></div></div>
<button type="submit" name="act" value="CANCEL" class="btn btn-default"><i class="glyphicon glyphicon-remove"></i> 取消啟用</button> <button type="submit" name="act" value="ENABLE" class="btn btn-primary"><i class="glyphicon glyphicon-cloud-upload"></i> 啟用雲端服務</button> <span class="text-danger">服務於設定完成隔日生效</span></form>""")

    def acc_reset(self, q: Request, st: dict) -> Response:
        t, bad = self.truth, ""
        if q.method == "POST":
            self.takes(q, newCloudPwd="cloud_password", newCloudPwd2="cloud_password_again")
            if q.get("_csrf") != st["csrf"]:
                return self.forbidden()
            if not t.alias:
                bad = "此帳號尚未啟用雲端服務"
            elif not self.strong(q.get("newCloudPwd")) or q.get("newCloudPwd") != q.get("newCloudPwd2"):
                bad = "密碼不符規定或兩次輸入不同"
            else:
                t.cloud_password = q.get("newCloudPwd")
                return self.lay("網路帳號服務", self.alert("success", "雲端服務密碼已重設，即時生效。") + '<a href="/ecloud/leave">離開</a>')
        return self.lay("網路帳號服務", f"""<h3>重置雲端服務密碼</h3>{self.alert('danger', bad)}<form action="/ecloud/setup" method="post"><input type="hidden" name="_csrf" value="{st['csrf']}">
<label>新雲端服務密碼 <input type="password" name="newCloudPwd" class="form-control"></label> <label>再次輸入新密碼 <input type="password" name="newCloudPwd2" class="form-control"></label>
<button type="submit" class="btn btn-primary"><i class="glyphicon glyphicon-ok"></i> 確定重設</button> <a class="btn btn-default" href="/ecloud/leave">取消</a></form>""")

    # ------------------------------------------------------------------ webmail
    def mail(self, q: Request) -> Response:
        if (s := self.static(q)) is not None:
            return s
        sid, st, ck = self.sess(q, "WMSESSIONID")
        t = self.truth
        if q.path == "/webmail/vcode.png":
            return Response(picture(t.new_captcha("abcdefghkmnpqrstuvwxyz23456789", 5), "PNG"), kind="image/png", headers=ck)
        if q.path == "/webmail/signin" and q.method == "POST":
            self.takes(q, mbxUser="mail_account", mbxPwd="mail_password", vcode="captcha")
            want, t.captcha = t.captcha, ""
            if q.get("_csrf") != st["csrf"]:
                return self.forbidden()
            user = q.get("mbxUser").strip().lower().removesuffix("@ntuh.gov.tw")
            if not want or q.get("vcode") != want:
                st["err"] = "驗證碼輸入錯誤"
            elif not t.alias or user != t.alias or q.get("mbxPwd") != t.cloud_password:
                st["err"] = "帳號或密碼不正確，無法登入信箱"
            else:
                st["in"] = True
                t.sessions.add(f"mail:{sid}")
                t.counts["mail_sign_in"] += 1
                return redirect("/webmail/inbox")
            return redirect("/webmail/login")
        if q.path == "/webmail/inbox" and st.get("in"):
            return self.lay("NTUH WebMail", f'<h4>收件匣 <span class="badge">1</span> <small>{escape(t.alias)}@ntuh.gov.tw</small></h4><table class="table"><tr><th>寄件者<th>主旨<th>日期<tr><td>資訊室<td>歡迎使用本院電子郵件<td>今天</table>', nav='<p class="navbar-text navbar-right"><a href="/webmail/signout"><span class="glyphicon glyphicon-off"></span> 登出</a></p>')
        if q.path == "/webmail/signout" and st.get("in"):
            t.sessions.discard(f"mail:{sid}")
            t.counts["sign_out_mail"] += 1
            del self.jar[sid]
            return redirect("/webmail/login")
        if q.path != "/webmail/login":
            return redirect("/webmail/login", *ck)
        return self.lay("NTUH WebMail", f"""<div class="col-md-5">{self.alert('danger', st.pop('err', ''))}<form action="/webmail/signin" method="post" class="form-horizontal"><input type="hidden" name="_csrf" value="{st['csrf']}">
<div class="form-group"><label for="mbxUser">帳號:</label><div class="input-group"><input class="form-control" id="mbxUser" name="mbxUser"><span class="input-group-addon">@ntuh.gov.tw</span></div></div>
<div class="form-group"><label for="mbxPwd">密碼:</label><input class="form-control" type="password" id="mbxPwd" name="mbxPwd"></div>
<div class="form-group"><label for="vcode">驗證碼(小寫字母或數字):</label><input class="form-control" id="vcode" name="vcode" maxlength="5"><img src="/webmail/vcode.png" alt=""></div>
<div class="checkbox"><label><input type="checkbox" name="keep" value="1"> 記住登入資訊 (公用電腦請勿勾選)</label></div>
<button class="btn btn-primary" type="submit"><span class="glyphicon glyphicon-envelope"></span> 登入信箱</button></form></div>
<div class="col-md-7"><div class="panel panel-default"><div class="panel-heading">公佈欄</div><div class="panel-body">體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<br>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}/">https://help.ntuh.gov.tw/</a></div></div></div>""", cookies=ck)

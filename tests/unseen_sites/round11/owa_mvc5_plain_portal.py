"""An Exchange OWA with a picture code bolted on, an MVC 5 account site and a plain portal.

Three hands: the portal is of 老李 (classic ASP, "it works, do not touch"), the account site of 小葉, 31, who starts from the
Visual Studio template and leaves the template's footer and validation spans in, names after her view models; the webmail is
Microsoft's, with one row added by the mail administrator, who copied the captcha row from a forum.
"""

from __future__ import annotations

import html
import re
import secrets
import time

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

GONE = "Thu, 01 Jan 1970 00:00:00 GMT"


class TheSite(Site):
    title = "OWA-like webmail, MVC 5 account site, plain portal"

    def __init__(self) -> None:
        super().__init__()
        self.nonces: set[str] = set()
        self.people: dict[str, str] = {}  # portal session -> state of the notice
        self.tickets: dict[str, tuple[str, str]] = {}
        self.staff: dict[str, str] = {}  # inner cookie -> portal session
        self.forgery: dict[str, str] = {}
        self.temp: dict[str, dict] = {}
        self.proved: dict[str, str] = {}
        self.owa: set[str] = set()

    # ================= portal: classic ASP
    def asp(self, title: str, body: str, *headers: tuple[str, str]) -> Response:
        return Response(f"<html><head><meta charset=utf-8><title>{title}</title></head><body><h3>{title}</h3>{body}<hr><small>資訊室 261120</small></body></html>", headers=list(headers))

    def portal(self, q: Request) -> Response:
        if q.path == "/": return redirect("/login.asp")
        if q.path == "/vcode.asp": return Response(picture(self.truth.new_captcha(), "BMP"), kind="image/bmp")
        if q.path == "/login.asp": return self.sign_in(q) if q.method == "POST" else self.door()
        sid = q.cookies.get("hisuser", "")
        if sid not in self.people: return self.asp("錯誤", "<p>尚未登入或閒置過久。<a href=/login.asp>重新登入</a></p>")
        if q.path == "/notice.asp":
            if q.method == "POST":
                self.takes(q)
                self.people[sid] = "read"
                return redirect("/menu.asp")
            return self.asp("系統公告", "<p>請同仁注意：12/31 夜間 00:00-04:00 主機維護。<br>個人連絡資料如有異動，請主動更新。</p><form method=post action=notice.asp><input type=submit value=我知道了></form>")
        if q.path == "/logout.asp":
            del self.people[sid]
            self.staff = {k: v for k, v in self.staff.items() if v != sid}
            self.truth.sessions.discard("portal:" + sid)
            self.truth.counts["sign_out_portal"] += 1
            return self.asp("已登出", "<p>謝謝使用。</p><a href=/login.asp>回登入畫面</a>", ("Set-Cookie", f"hisuser=; path=/; expires={GONE}"))
        if self.people[sid] != "read": return redirect("/notice.asp")
        if q.path == "/menu.asp":
            names = {11: "差勤系統", 12: "薪資所得免稅額申報表", 21: "更改密碼", 22: "個人簽章提醒設定", 23: "查詢員工連絡資料", 24: "維護個人連絡資料", 25: "個人就醫紀錄查詢"}
            one = "".join(f"<li><a href=go.asp?f={k}>{v}</a>" for k, v in names.items() if k < 20)
            two = "".join(f"<li><a href=go.asp?f={k}>{v}</a>" for k, v in names.items() if k > 20)
            return self.asp("功能選單", f"<p>{self.truth.person.name} 您好! <a href=logout.asp>登出</a></p><form action=menu.asp>找功能 <input name=kw size=8><input type=submit value=找></form><b>行政系統</b><ul>{one}</ul><b>個人管理</b><ul>{two}</ul>")
        if q.path == "/go.asp":
            to = {"21": "/hr/password.asp", "24": "/hr/contact.asp"}.get(q.query.get("f", ""))
            if not to: return self.asp("權限不足", "<p>您無權使用此功能</p><a href=menu.asp>回功能選單</a>")
            ticket = secrets.token_hex(16)
            self.tickets[ticket] = (sid, to)
            return redirect(f"{self.urls['inner']}/hr/sso.asp?SESSION={ticket}")
        return Response("404", 404)

    def door(self, who: str = "", red: str = "") -> Response:
        nonce = secrets.token_hex(8)
        self.nonces.add(nonce)
        radios = "".join(f"<input type=radio name=hosp value={v}{' checked' if v == 'A' else ''}>{t} " for v, t in (("A", "總院區"), ("B", "北護"), ("C", "金山"), ("D", "新竹"), ("E", "雲林")))
        return self.asp("醫療資訊系統 登入", f"""<font color=red>{red}</font><form method=post action=login.asp><input type=hidden name=sn value={nonce}>
<p>院區 {radios}</p><p>帳號 <input name=userid size=10 value="{html.escape(who)}"></p><p>密碼 <input type=password name=userpwd size=20></p>
<p>驗證碼 <input name=chk size=8> <img src=vcode.asp?{time.time()} width=120 height=36> (不用區分大小寫)</p>
<p><input type=submit value=" 進 入 "> <input type=reset value=重填></p></form>""")

    def sign_in(self, q: Request) -> Response:
        self.takes(q, hosp="campus", userid="employee_id", userpwd="portal_password", chk="captcha")
        drawn, self.truth.captcha = self.truth.captcha, ""
        if q.get("sn") not in self.nonces: return self.door(q.get("userid"), "此畫面已過期，請重新輸入。")
        self.nonces.discard(q.get("sn"))
        why = ""
        if not drawn or q.get("chk").strip().upper() != drawn: why = "圖片上的字打錯了，請再試一次。"
        elif q.get("hosp") != "A" or q.get("userid").strip() != self.truth.person.employee_id: why = "這個院區沒有這個帳號。"
        elif q.get("userpwd") != self.truth.portal_password: why = "密碼不對。"
        if why:
            self.truth.counts["sign_in_refused"] += 1
            return self.door(q.get("userid"), why)
        sid = secrets.token_hex(12)
        self.people[sid] = "new"
        self.truth.sessions.add("portal:" + sid)
        self.truth.counts["sign_in"] += 1
        return redirect("/notice.asp", ("Set-Cookie", f"hisuser={sid}; path=/"))

    # ================= inner: the same hand
    def inner(self, q: Request) -> Response:
        if q.path == "/hr/sso.asp":
            sid, to = self.tickets.pop(q.query.get("SESSION", ""), ("", ""))
            if sid not in self.people: return self.asp("錯誤", "<p>票證無效，請由入口網重新點選。</p>")
            own = secrets.token_hex(12)
            self.staff[own] = sid
            return redirect(to, ("Set-Cookie", f"hrsid={own}; path=/hr"))
        sid = self.staff.get(q.cookies.get("hrsid", ""), "")
        if sid not in self.people: return self.asp("錯誤", f"<p>請重新登入。<a href={self.urls['portal']}/>入口網</a></p>")
        foot = f"<p><a href={self.urls['portal']}/menu.asp>回功能選單</a> <a href={self.urls['portal']}/logout.asp>登出系統</a></p>"
        if q.path == "/hr/password.asp":
            red = self.new_password(q) if q.method == "POST" else ""
            if red == "ok": return self.asp("更改密碼", "<p><font color=blue>您的密碼已經改好了。</font></p>" + foot)
            return self.asp("更改密碼", f"""<font color=red>{red}</font><form method=post action=password.asp><pre>
請輸入舊密碼：   <input type=password name=old>
請輸入新密碼：   <input type=password name=new1 maxlength=32>
請再輸入新密碼： <input type=password name=new2 maxlength=32>
密碼強度檢核：   --
密碼設定條件：   1.密碼長度不可少於8個字元
                 2.密碼內容需包含英文及數字
</pre><input type=submit value=送出></form>{foot}""")
        if q.path == "/hr/contact.asp": return self.contact(q, foot)
        return Response("404", 404)

    def new_password(self, q: Request) -> str:
        self.takes(q, old="old_password", new1="new_password", new2="new_password_again")
        new, red = q.get("new1"), ""
        if q.get("old") != self.truth.portal_password: red = "舊密碼不對。"
        elif new != q.get("new2"): red = "新密碼打了兩次不一樣。"
        elif len(new) < 8 or len(new) > 32 or not re.search(r"[A-Za-z]", new) or not re.search(r"\d", new): red = "新密碼不合規定，沒有更改。"
        self.truth.counts["password_refused" if red else "password_changed"] += 1
        if not red: self.truth.portal_password = new
        return red or "ok"

    def contact(self, q: Request, foot: str) -> Response:
        keys = {"e1": "english_surname", "e2": "english_given", "e3": "english_middle", "t1": "office_phone", "t2": "home_phone", "t3": "mobile_phone"}
        word = ""
        if q.method == "POST":
            self.takes(q, t3="mobile_phone")
            if not all(q.has(k) for k in keys) or not re.fullmatch(r"09\d{8}", q.get("t3")): word = "<font color=red>資料不完整或行動電話有誤，未儲存</font>"
            else:
                self.truth.saved_contact = {v: q.get(k) for k, v in keys.items()}
                self.truth.counts["contact_saved"] += 1
                word = "<font color=blue>連絡資料已更新</font>"
        v = {k: html.escape(self.truth.saved_contact.get(n, getattr(self.truth.person, n))) for k, n in keys.items()}
        t = lambda k: f'<input name={k} value="{v[k]}">'  # noqa: E731
        return self.asp("台大醫院---維護個人連絡資料", f"""{word}<form method=post action=contact.asp><p><input type=submit value=異動儲存></p>
員工編號： {self.truth.person.employee_id} 姓名： {self.truth.person.name}<br>英文姓： {t('e1')} ex:Chen(陳)<br>英文首名： {t('e2')} ex: Yi-Fen(怡芬) (說明)<br>英文中名： {t('e3')} ex:Mary 為英文別名，如無，可不填<br>
辦公室電話： {t('t1')} ex:61234或23123456 住宅電話： {t('t2')} ex:0223123456<br>行動電話： {t('t3')} ex:0952000000 (如離職或更換門號，請記得調整此欄位)</form>{foot}""")

    # ================= account: ASP.NET MVC 5
    def view(self, q: Request, title: str, body: str) -> Response:
        cookie = q.cookies.get("__RequestVerificationToken", "")
        headers = []
        if cookie not in self.forgery.values():
            cookie = secrets.token_urlsafe(32)
            headers.append(("Set-Cookie", f"__RequestVerificationToken={cookie}; path=/; HttpOnly"))
        token = secrets.token_urlsafe(64)
        self.forgery[token] = cookie
        body = body.replace("@AntiForgery", f'<input name="__RequestVerificationToken" type="hidden" value="{token}" />')
        return Response(f"""<!DOCTYPE html>
<html>
<head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1.0">
    <title>{title} - 網路帳號服務</title>
    <link href="/Content/css?v=WMr-pvK-ldSbNXHT-cT0d9QF2pqi7sqz_4MtKl04wlw1" rel="stylesheet"/>
    <script src="/bundles/modernizr?v=inCVuEFe6J4Q07A0AcRsbJic_UE5MwpRMNGcOtk94TE1"></script>
</head>
<body>
    <div class="navbar navbar-inverse navbar-fixed-top"><div class="container">
        <div class="navbar-header"><a class="navbar-brand" href="/">網路帳號服務</a></div>
        <ul class="nav navbar-nav"><li><a href="/">首頁</a></li><li><a href="/Home/About">關於</a></li></ul>
        {'<ul class="nav navbar-nav navbar-right"><li><a href="/Account/LogOff">登出</a></li></ul>' if q.cookies.get(".AspNet.NetAcct", "") in self.proved else ''}
    </div></div>
    <div class="container body-content">
{body}
        <hr /><footer><p>&copy; 2017 - My ASP.NET Application</p></footer>
    </div>
    <script src="/bundles/jquery?v=FVs3ACwOLIVInrAl5sdzR2jrCDmVOWFbZMY6g6Q0ulE1"></script>
    <script src="/bundles/bootstrap?v=M4Nk6kIOwMFflsEKET0iPL9i5YBqbzMzvUOrd8gyCnw1"></script>
    <script src="/bundles/jqueryval?v=xvZxUbwmvFz7jbEJw4HAHuZdUoHOYtXbvPXfYRQCo4U1"></script>
</body>
</html>
""", headers=headers)

    def account(self, q: Request) -> Response:
        if q.path.startswith(("/Content/", "/bundles/")):
            return Response(".modal{display:none}.modal.in{display:block}" if "css" in q.path else BUNDLE if "bootstrap" in q.path else "/* */", kind="text/css" if "css" in q.path else "text/javascript")
        if q.path in ("/", "/Home/Index"): return self.view(q, "首頁", HOME)
        if q.path == "/Home/About": return self.view(q, "關於", "<h2>關於</h2><p>Your application description page.</p>")
        sid = q.cookies.get(".AspNet.NetAcct", "")
        if q.path == "/Account/LogOff":
            if self.proved.pop(sid, None):
                self.truth.sessions.discard("account:" + sid)
                self.truth.counts["sign_out_account"] += 1
            return redirect("/", ("Set-Cookie", f".AspNet.NetAcct=; path=/; expires={GONE}"))
        part = q.path.strip("/").split("/")
        if len(part) != 2 or part[0] not in ("Activate", "ResetPassword"): return Response("<h1>HTTP 404</h1>The resource cannot be found.", 404)
        kind, action = part
        if q.method == "POST":
            self.takes(q, EmployeeNo="employee_id", SmsCode="code", MobileNumber="registered_phone", MailAlias="alias", NewPassword="cloud_password", ConfirmPassword="cloud_password_again")
            cookie = q.cookies.get("__RequestVerificationToken", "")
            if not cookie or self.forgery.get(q.get("__RequestVerificationToken")) != cookie:
                return Response("<h1>'/' 應用程式中發生伺服器錯誤。</h1><h2><i>必要的防偽表單欄位 \"__RequestVerificationToken\" 不存在或已失效。</i></h2>", 500)
        if action in ("Verify", "SendSms"): return self.identity(q, kind, action)
        if self.proved.get(sid) != kind: return redirect(f"/{kind}/Verify?ReturnUrl=%2F{kind}%2F{action}")
        if action == "MailAlias" and kind == "Activate": return self.alias(q)
        if action == "Finish" and kind == "Activate" and self.truth.alias:
            return self.view(q, "完成", f"""<div class="jumbotron"><h2>啟用程序已完成</h2><p>您的電子郵件：<strong>{self.truth.alias}@ntuh.gov.tw</strong></p><p>雲端服務的初始密碼為您的身分證號（英文字母大寫），建議先至首頁「重置雲端服務密碼」改為自己的密碼。</p><p><a class="btn btn-default" href="/Account/LogOff">結束</a></p></div>""")
        if action == "NewPassword" and kind == "ResetPassword": return self.reset(q)
        return Response("<h1>HTTP 404</h1>", 404)

    def identity(self, q: Request, kind: str, action: str) -> Response:
        cookie = q.cookies.get("__RequestVerificationToken", "")
        temp = self.temp.setdefault(cookie, {}) if cookie else {}
        who, error, phone_error, open_modal = q.get("EmployeeNo").strip(), "", "", ""
        if q.method == "POST" and action == "SendSms":
            if who != self.truth.person.employee_id: error = "找不到這個帳號。"
            elif q.get("MobileNumber").strip() != self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone):
                phone_error, open_modal = "手機門號與登記的不同。", " in"
            else:
                self.truth.new_message()
                temp.update(at=time.time(), sent=True, who=who)
                return redirect(f"/{kind}/Verify")
        elif q.method == "POST":
            right = "at" in temp and temp["who"] == who and q.get("SmsCode").strip() == self.truth.messages[-1]
            if right and time.time() - temp["at"] <= 120:
                temp.pop("at")
                sid = secrets.token_urlsafe(24)
                self.proved[sid] = kind
                self.truth.sessions.add("account:" + sid)
                self.truth.counts["code_accepted"] += 1
                return redirect("/Activate/MailAlias" if kind == "Activate" else "/ResetPassword/NewPassword", ("Set-Cookie", f".AspNet.NetAcct={sid}; path=/; HttpOnly"))
            self.truth.counts["code_refused"] += 1
            error = "動態碼已超過時效。" if right else "動態碼不正確。"
        elif action == "SendSms": return Response("<h1>HTTP 404</h1>", 404)
        sent = ""
        if temp.pop("sent", None) and q.method == "GET":
            who = temp["who"]
            sent = '<div class="alert alert-success alert-dismissible"><h4>動態碼簡訊發送成功</h4>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」 <button type="button" class="btn btn-default btn-xs" data-dismiss="alert">確定</button></div>'
        title = "啟用網路帳號及首次雲端帳號密碼設定" if kind == "Activate" else "重置雲端服務密碼"
        summary = f'<div class="validation-summary-errors text-danger"><ul><li>{error}</li></ul></div>' if error else '<div class="validation-summary-valid" data-valmsg-summary="true"><ul><li style="display:none"></li></ul></div>'
        return self.view(q, title, f"""<h2>進行身分驗證</h2>{sent}
<div class="panel panel-warning"><div class="panel-heading">注意事項</div><div class="panel-body"><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div></div>
<form action="/{kind}/Verify" class="form-horizontal" method="post">@AntiForgery
<h4>{title}</h4>{summary}
<div class="form-group"><label class="col-md-3 control-label" for="EmployeeNo">網路帳號 / 主職員工編號</label><div class="col-md-9"><div class="input-group"><input class="form-control" data-val="true" data-val-required="必填" id="EmployeeNo" maxlength="6" name="EmployeeNo" type="text" value="{html.escape(who)}" />
<span class="input-group-btn"><button type="button" class="btn btn-info" data-toggle="modal" data-target="#smsModal">發送簡訊動態碼</button></span></div><span class="field-validation-valid text-danger" data-valmsg-for="EmployeeNo"></span></div></div>
<div class="form-group"><label class="col-md-3 control-label" for="SmsCode">簡訊(或MOTP)動態碼</label><div class="col-md-9"><input autocomplete="off" class="form-control" id="SmsCode" name="SmsCode" type="text" value="" /><span class="field-validation-valid text-danger" data-valmsg-for="SmsCode"></span></div></div>
<div class="form-group"><div class="col-md-offset-3 col-md-9"><input type="submit" value="下一步" class="btn btn-primary" /></div></div>
<div class="modal fade{open_modal}" id="smsModal" tabindex="-1" role="dialog"><div class="modal-dialog"><div class="modal-content"><div class="modal-body">
<label for="MobileNumber">請輸入帳號登記的手機門號(10碼)</label><input class="form-control" id="MobileNumber" maxlength="10" name="MobileNumber" type="tel" value="" /><span class="text-danger">{phone_error}</span></div>
<div class="modal-footer"><button type="submit" class="btn btn-primary" formaction="/{kind}/SendSms">確定發送</button> <button type="button" class="btn btn-default" data-dismiss="modal">取消</button></div></div></div></div>
</form>""")

    def alias(self, q: Request) -> Response:
        error, name = "", q.get("MailAlias").strip().lower()
        if q.method == "POST":
            if self.truth.alias: error = "這個帳號不能再次啟用。"
            elif not re.fullmatch(r"[a-z0-9]+([._-][a-z0-9]+)*", name) or len(name) > 64: error = "名稱只能用小寫英文、數字，中間可用 . _ -"
            elif name == "taken.name": error = "這個名稱已經有人用了。"
            else:
                self.truth.alias, self.truth.cloud_password = name, self.truth.person.national_id
                self.truth.counts["activated"] += 1
                return redirect("/Activate/Finish")
        me = self.truth.person
        if self.truth.alias: rest = f'<dt>雲端服務帳號 (電子郵件名稱)</dt><dd>{self.truth.alias}@ntuh.gov.tw</dd></dl><div class="alert alert-info">您的雲端服務已經是啟用狀態。</div>'
        else:
            rest = f"""</dl><form action="/Activate/MailAlias" method="post">@AntiForgery<div class="form-group"><label for="MailAlias">雲端服務帳號 (電子郵件名稱)</label>
<div class="input-group"><input class="form-control" data-val="true" data-val-length-max="64" id="MailAlias" name="MailAlias" type="text" value="{html.escape(name)}" /><span class="input-group-addon">@ntuh.gov.tw</span></div><span class="help-block">名稱長度限64字元內</span></div>
<a class="btn btn-default" href="/Account/LogOff">取消啟用</a> <input type="submit" value="啟用雲端服務" class="btn btn-success" /> <span class="text-muted">服務於設定完成隔日生效</span></form>"""
        return self.view(q, "設定密碼與郵件別名", f"""<h2>設定密碼與郵件別名</h2><p>雲端服務帳號說明：1. 雲端服務帳號為跨體系使用。2. 服務於設定完成隔日生效。</p><div class="text-danger">{error}</div>
<dl class="dl-horizontal"><dt>網路帳號 / 主職員工編號</dt><dd>{me.employee_id}</dd><dt>帳號姓名</dt><dd>{me.name}</dd><dt>主職單位</dt><dd>{me.unit}</dd><dt>有效期限</dt><dd>{me.valid_until}</dd>{rest}""")

    def reset(self, q: Request) -> Response:
        word, new = "", q.get("NewPassword")
        if q.method == "POST":
            if not self.truth.alias: word = "尚未啟用雲端服務，無法重置。"
            elif len(new) < 8 or new != q.get("ConfirmPassword") or not re.search("[A-Za-z]", new) or not re.search(r"\d", new): word = "密碼不一致，或未達8碼英數字。"
            else:
                self.truth.cloud_password = new
                self.truth.counts["cloud_password_reset"] += 1
                return self.view(q, "完成", '<h2>新密碼已生效</h2><a href="/Account/LogOff">結束</a>')
        return self.view(q, "重置雲端服務密碼", f"""<h2>重置雲端服務密碼</h2><form action="/ResetPassword/NewPassword" method="post">@AntiForgery<div class="text-danger">{word}</div><label for="NewPassword">新的雲端服務密碼</label><input id="NewPassword" name="NewPassword" type="password" />
<label for="ConfirmPassword">確認密碼</label><input id="ConfirmPassword" name="ConfirmPassword" type="password" /> <input type="submit" value="儲存" class="btn btn-primary" /></form>""")

    # ================= webmail: Outlook on the web
    def mail(self, q: Request) -> Response:
        sid = q.cookies.get("cadata", "")
        if q.path == "/owa/auth/vimg.aspx":
            return Response(picture(self.truth.new_captcha("abcdefghijkmnpqrstuvwxyz23456789", 5), "PNG"), kind="image/png", headers=[("Cache-Control", "no-store")])
        if q.path == "/owa/auth.owa" and q.method == "POST":
            self.takes(q, username="mail_account", password="mail_password", vcode="captcha")
            drawn, self.truth.captcha = self.truth.captcha, ""
            if not drawn or q.get("vcode").strip() != drawn: return redirect("/owa/auth/logon.aspx?replaceCurrent=1&reason=9&url=%2fowa%2f")
            who = q.get("username").strip().lower().removesuffix("@ntuh.gov.tw")
            if not q.has("destination") or not q.has("flags") or not self.truth.alias or who != self.truth.alias or q.get("password") != self.truth.cloud_password:
                return redirect("/owa/auth/logon.aspx?replaceCurrent=1&reason=2&url=%2fowa%2f")
            sid = secrets.token_urlsafe(30)
            self.owa.add(sid)
            self.truth.sessions.add("mail:" + sid)
            self.truth.counts["mail_sign_in"] += 1
            return redirect("/owa/", ("Set-Cookie", f"cadata={sid}; path=/; HttpOnly"))
        if q.path == "/owa/logoff.owa":
            if sid in self.owa:
                self.owa.discard(sid)
                self.truth.sessions.discard("mail:" + sid)
                self.truth.counts["sign_out_mail"] += 1
            return redirect("/owa/auth/logon.aspx", ("Set-Cookie", f"cadata=; path=/; expires={GONE}"))
        if q.path == "/owa/auth/logon.aspx":
            return Response(LOGON.replace("@@base", self.urls["mail"]).replace("@@help", self.urls["account"])
                            .replace("@@error", {"2": "您輸入的使用者名稱或密碼不正確。請再次輸入。", "9": "驗證碼不正確。請再次輸入。"}.get(q.query.get("reason", ""), "")))
        if sid not in self.owa: return redirect("/owa/auth/logon.aspx?replaceCurrent=1&url=%2fowa%2f")
        return Response(f"""<!DOCTYPE html><html><head><title>郵件 - {self.truth.person.name} - Outlook</title></head><body><div id="hdr"><input type="text" placeholder="搜尋郵件和人員"> {self.truth.person.name} ({self.truth.alias}@ntuh.gov.tw) <a id="lo" href="/owa/logoff.owa">登出</a></div>
<div id="fld"><a href="/owa/#inbox">收件匣 1</a><br><a href="/owa/#drafts">草稿</a><br><a href="/owa/#sent">寄件備份</a></div><table id="lst"><tr><td>資訊室<td>郵件信箱啟用通知<td>上午 09:12</table></body></html>""")


BUNDLE = """document.addEventListener('click', function (e) { var b = e.target, t = b.getAttribute('data-toggle'), d = b.getAttribute('data-dismiss');
if (t == 'modal') { document.querySelector(b.getAttribute('data-target')).classList.add('in'); }
if (d) { var p = b.closest('.' + d); if (d == 'modal') { p.classList.remove('in'); } else { p.remove(); } } });"""

HOME = """<div class="jumbotron"><h2>網路帳號服務</h2><p class="lead">說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p></div>
<div class="row"><div class="col-md-6"><h3>《規範》</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，請勿借用或盜用。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul></div>
<div class="col-md-6"><h3>《常見問題與服務》</h3><h5>密碼修改後多久可以生效</h5><p>即時生效。</p><h5>忘記密碼</h5><p>請親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></div></div>
<p><a class="btn btn-primary btn-lg btn-block" href="/Activate/Verify">啟用網路帳號及首次雲端帳號密碼設定 &raquo;</a></p><p class="text-muted">啟用本院微軟相關服務，如：Office365, Outlook...</p>
<p><a class="btn btn-default btn-lg btn-block" href="/ResetPassword/Verify">重置雲端服務密碼 &raquo;</a></p><p><a class="btn btn-default btn-block" href="/Home/About">總院廠商VPN展延申請 &raquo;</a></p>"""

LOGON = """<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN">
<!-- Copyright (c) 2011 Microsoft Corporation.  All rights reserved. -->
<html><head><meta http-equiv="X-UA-Compatible" content="IE=10" /><title>Outlook</title>
<script>
function clkLgn() { document.getElementById("passwordText").value = ""; document.logonForm.submit(); return false; }
function checkSubmit(e) { if (e && e.keyCode == 13) { clkLgn(); } }
</script></head>
<body class="signInBg">
<form action="@@base/owa/auth.owa" method="POST" name="logonForm" enctype="application/x-www-form-urlencoded" autocomplete="off">
<input type="hidden" name="destination" value="@@base/owa/" /><input type="hidden" name="flags" value="4" /><input type="hidden" name="forcedownlevel" value="0" />
<div id="mainLogonDiv" class="mouse"><div class="sidebar"><img class="owaLogo" src="" alt=""></div>
<div class="logonContainer"><div id="lgnDiv" class="logonDiv" onkeypress="return checkSubmit(event)">
<div class="signInHeader" role="heading" aria-label="Outlook Web App">Outlook</div>
<div class="signInInputLabel" id="userNameLabel" aria-hidden="true">帳號:</div><div><input id="username" name="username" class="signInInputText" role="textbox" aria-labelledby="userNameLabel"/></div>
<div class="signInInputLabel" id="passwordLabel" aria-hidden="true">密碼:</div><div><input id="password" onfocus="g_fFcs=0" name="password" value="" type="password" class="signInInputText" aria-labelledby="passwordLabel"/><input id="passwordText" name="passwordText" value="" style="display:none" class="signInInputText" /></div>
<div class="signInInputLabel">驗證碼(小寫字母或數字):</div><div><input id="vcode" name="vcode" class="signInInputText" maxlength="5"/> <img src="/owa/auth/vimg.aspx" width="120" height="36"/></div>
<div class="showPasswordCheck signInCheckBoxText"><input type="checkbox" id="chkPrvt" name="chkPrvt" value="1" /><span>記住登入資訊 (公用電腦請勿勾選)</span></div>
<div id="signInErrorDiv" class="signInError" role="alert">@@error</div>
<div class="signInEnter"><div onclick="clkLgn()" class="signinbutton" role="button" tabIndex="0"><span class="imgLnk signinTxt">登入</span></div></div>
<div class="hidden-submit"><input type="submit" tabindex="-1" style="position:absolute;left:-9999px"/></div>
<input name="isUtf8" type="hidden" value="1"/></div></div></div></form>
<div><b>公佈欄</b><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p><p>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="@@help/">https://help.ntuh.gov.tw/</a></p></div>
</body></html>"""

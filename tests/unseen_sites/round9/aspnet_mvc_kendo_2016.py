"""ASP.NET MVC 5 with Kendo UI and Bootstrap 3, as a system integrator delivered it in 2016."""

from __future__ import annotations

import re
import secrets
import sys
import time
from html import escape as h
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402

COMMON_JS = """
var app = app || {};
app.open = function (id) { var w = document.getElementById(id); w.style.display = 'block'; return false; };
app.close = function (id) { var w = document.getElementById(id); w.style.display = 'none'; return false; };
app.logoff = function () { document.getElementById('logoutForm').submit(); };
app.toggle = function (a) { var u = a.parentNode.getElementsByTagName('ul')[0]; u.style.display = u.style.display === 'none' ? 'block' : 'none'; };
"""
CSS = """body{font-family:"Microsoft JhengHei",sans-serif;margin:0;background:#f3f3f4}.navbar{background:#1f4e79;color:#fff;padding:10px 20px}
.navbar a{color:#cfe2f3}.container{max-width:960px;margin:16px auto;background:#fff;padding:16px 24px;border:1px solid #ddd}
.form-group{margin:10px 0;clear:both}.control-label{display:inline-block;width:240px;text-align:right;padding-right:12px;vertical-align:top}
.k-textbox{border:1px solid #bbb;padding:4px;width:220px}.k-button{border:1px solid #aaa;background:#eee;padding:5px 14px;color:#222;text-decoration:none}
.k-primary{background:#428bca;color:#fff}.k-window{position:fixed;top:120px;left:30%;width:440px;background:#fff;border:1px solid #1f4e79;padding:0 0 16px}
.k-window-titlebar{background:#428bca;color:#fff;padding:6px 10px}.k-window-content{padding:12px}.field-validation-error,.validation-summary-errors{color:#b94a48}
.field-validation-valid,.validation-summary-valid{display:none}.k-panelbar ul{margin:2px 0}.text-muted{color:#888}.alert-success{background:#dff0d8;padding:8px}"""


class TheSite(Site):
    title = "aspnet_mvc_kendo_2016"

    def __init__(self) -> None:
        super().__init__()
        self.tokens: dict[str, str] = {}
        self.captcha_key = ""
        self.users: set[str] = set()
        self.temp: dict[str, str] = {}
        self.tickets: dict[str, dict] = {}
        self.proved: dict[str, dict] = {}
        self.boxes: set[str] = set()

    def view(self, title: str, body: str, nav: str = "", app: str = "醫療資訊系統", extra: list | None = None, status: int = 200) -> Response:
        page = f"""<!DOCTYPE html>
<html lang="zh-TW"><head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1.0"><meta http-equiv="X-UA-Compatible" content="IE=edge" /><title>{title} - {app}</title><link href="/Content/kendo/2016.2.714/kendo.common-bootstrap.min.css" rel="stylesheet" /><link href="/Content/site.css?v=F3kQx" rel="stylesheet" /><script src="/bundles/app?v=9sKd1"></script></head><body><div class="navbar navbar-inverse navbar-fixed-top"><strong>{app}</strong> <small>National Taiwan University Hospital</small> {nav}</div><div class="container body-content">
{body}
        <hr /><footer><p class="text-muted">&copy; 2016 - 資訊室 建議使用 IE11 或 Chrome 瀏覽</p></footer></div></body></html>"""
        return Response(page, status, headers=[("Cache-Control", "private"), ("X-AspNetMvc-Version", "5.2"), *(extra or [])])

    def forge(self, request: Request) -> tuple[str, list]:
        name = f"__RequestVerificationToken_{request.host[:2]}"
        cookie = request.cookies.get(name, "")
        extra = []
        if not cookie:
            cookie = secrets.token_urlsafe(24)
            extra = [("Set-Cookie", f"{name}={cookie}; path=/; HttpOnly")]
        token = secrets.token_urlsafe(40)
        self.tokens[token] = cookie
        return f'<input name="__RequestVerificationToken" type="hidden" value="{token}" />', extra

    def forged(self, request: Request) -> Response | None:
        cookie = request.cookies.get(f"__RequestVerificationToken_{request.host[:2]}", "")
        if cookie and self.tokens.get(request.get("__RequestVerificationToken")) == cookie:
            return None
        return Response("<html><head><title>The required anti-forgery form field \"__RequestVerificationToken\" is not present.</title></head>"
                        "<body><h1>Server Error in '/' Application.</h1><h2><i>作業階段已逾時，請重新整理頁面後再試一次。</i></h2></body></html>", 500)

    def static(self, request: Request) -> Response | None:
        if request.path.startswith("/bundles/"):
            return Response(COMMON_JS, kind="text/javascript; charset=utf-8")
        if request.path.startswith("/Content/"):
            return Response(CSS if "site.css" in request.path else "", kind="text/css")
        if request.path == "/Captcha/Image":
            self.captcha_key = request.query.get("key", "")
            letters = "23456789abcdefghkmnprstuvwxyz" if request.host == "mail" else "123456789BDFHJLNPRTVXZ"
            text = self.truth.new_captcha(letters, 5 if request.host == "mail" else 6)
            return Response(picture(text, "PNG"), kind="image/png", headers=[("Cache-Control", "no-store")])
        return None

    def captcha_right(self, request: Request) -> bool:
        said, wanted = request.get("CaptchaText").strip(), self.truth.captcha
        same_key = bool(wanted) and request.get("CaptchaKey") == self.captcha_key
        self.truth.captcha = ""
        self.captcha_key = ""
        return same_key and (said == wanted if request.host == "mail" else said.upper() == wanted)

    @staticmethod
    def summary(errors: list[str]) -> str:
        if not errors:
            return '<div class="validation-summary-valid text-danger" data-valmsg-summary="true"><ul><li style="display:none"></li></ul></div>'
        return ('<div class="validation-summary-errors text-danger" data-valmsg-summary="true"><ul>'
                + "".join(f"<li>{h(e)}</li>" for e in errors) + "</ul></div>")

    @staticmethod
    def weak(password: str) -> bool:
        return len(password) < 8 or not re.search("[A-Za-z]", password) or not re.search("[0-9]", password)

    # ------------------------------------------------------------------ portal
    def portal(self, request: Request) -> Response:
        found = self.static(request)
        if found:
            return found
        path = request.path.rstrip("/").lower()
        if path == "/account/logon":
            return self.logon_post(request) if request.method == "POST" else self.logon(request, [])
        sid = request.cookies.get(".ASPXAUTH", "")
        if sid not in self.users:
            return redirect("/Account/LogOn?ReturnUrl=%2F")
        if path == "/account/logoff" and request.method == "POST":
            self.takes(request)
            bad = self.forged(request)
            if bad:
                return bad
            self.users.discard(sid)
            self.truth.sessions.discard(f"portal:{sid}")
            self.truth.counts["sign_out_portal"] += 1
            return redirect("/Account/LogOn", ("Set-Cookie", ".ASPXAUTH=; path=/; expires=Tue, 12-Oct-1999 00:00:00 GMT"))
        if path == "/profile/changepassword":
            return self.change(request, sid)
        if path in ("", "/home", "/home/index"):
            return self.home(request, sid)
        return self.view("找不到頁面", "<h2>404 找不到您要的資源</h2>", status=404)

    def logon(self, request: Request, errors: list[str]) -> Response:
        token, extra = self.forge(request)
        key = secrets.token_hex(16)
        user = h(request.get("UserName"))
        hosts = [("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("T4", "新竹臺大分院"), ("Y0", "雲林分院")]
        options = "".join(f'<option value="{v}">{t}</option>' for v, t in hosts)
        return self.view("登入", f"""
<h2>登入本院PORTAL系統</h2><form action="/Account/LogOn" class="form-horizontal" method="post" role="form" autocomplete="off">{token}
{self.summary(errors)}
<div class="form-group"><label class="col-md-2 control-label" for="HospitalCode">院區</label><span class="k-widget"><select data-role="dropdownlist" data-val="true" data-val-required="請選擇院區" id="HospitalCode" name="HospitalCode">{options}</select></span></div><div class="form-group"><label class="col-md-2 control-label" for="UserName">帳號</label><input class="k-textbox" data-val="true" data-val-required="帳號 欄位是必要項。" id="UserName" name="UserName" type="text" value="{user}" /><span class="field-validation-valid" data-valmsg-for="UserName" data-valmsg-replace="true"></span></div><div class="form-group"><label class="col-md-2 control-label" for="Password">密碼</label><input class="k-textbox" data-val="true" data-val-required="密碼 欄位是必要項。" id="Password" name="Password" type="password" /><span class="field-validation-valid" data-valmsg-for="Password" data-valmsg-replace="true"></span></div><div class="form-group"><label class="col-md-2 control-label" for="CaptchaText">驗證碼 <small>(不用區分大小寫)</small></label><input id="CaptchaKey" name="CaptchaKey" type="hidden" value="{key}" /><input class="k-textbox" id="CaptchaText" maxlength="6" name="CaptchaText" style="width:110px" type="text" value="" /><img alt="captcha" id="imgCaptcha" src="/Captcha/Image?key={key}" style="vertical-align:middle" /><a href="/Account/LogOn" title="重新整理"><span class="k-icon k-i-refresh"></span>換一張</a></div><div class="form-group"><span class="control-label"></span><button type="submit" class="k-button k-primary"><span class="k-icon k-i-lock"></span> 登入系統</button></div></form><p>如無法登入，請撥資訊室分機 261120。</p>""", extra=extra)

    def logon_post(self, request: Request) -> Response:
        self.takes(request, HospitalCode="campus", UserName="employee_id", Password="portal_password", CaptchaText="captcha")
        bad = self.forged(request)
        if bad:
            return bad
        me = self.truth
        if not self.captcha_right(request):
            me.counts["sign_in_refused"] += 1
            return self.logon(request, ["圖形驗證碼輸入錯誤，請依新的圖片重新輸入。"])
        if request.get("HospitalCode") != "T0" or request.get("UserName") != me.person.employee_id or request.get("Password") != me.portal_password:
            me.counts["sign_in_refused"] += 1
            return self.logon(request, ["登入失敗：使用者名稱或密碼不正確。"])
        sid = secrets.token_hex(16)
        self.users.add(sid)
        me.sessions.add(f"portal:{sid}")
        me.counts["sign_in"] += 1
        return redirect(f"/Home/Index?SESSION={sid.upper()}", ("Set-Cookie", f".ASPXAUTH={sid}; path=/; HttpOnly"))

    def nav(self, token: str, who: str) -> str:
        return (f'<form action="/Account/LogOff" id="logoutForm" method="post" class="navbar-right" style="display:inline">{token}'
                f'<ul style="display:inline"><li style="display:inline">您好! {who}</li> <li style="display:inline"><a href="javascript:app.logoff()">登出</a></li></ul></form>')

    def home(self, request: Request, sid: str) -> Response:
        token, extra = self.forge(request)
        base = self.urls["inner"]
        return self.view("首頁", f"""
<div class="row"><input type="search" class="k-textbox" placeholder="搜尋選單..." onkeyup="void(0)" /></div><ul id="mainMenu" class="k-panelbar" data-role="panelbar"><li class="k-item"><span class="k-link" onclick="app.toggle(this)">醫療系統</span><ul class="k-group"><li><a href="#" class="k-link">門診系統</a></li></ul></li><li class="k-item"><span class="k-link" onclick="app.toggle(this)">數位學習</span><ul class="k-group"><li><a href="#" class="k-link">TMS</a></li></ul></li><li class="k-item k-state-active"><span class="k-link" onclick="app.toggle(this)">個人管理</span><ul class="k-group k-panel" role="group"><li class="k-item"><a class="k-link" href="/Profile/ChangePassword"><span class="glyphicon glyphicon-lock"></span>更改密碼</a></li><li class="k-item"><a class="k-link" href="#">個人簽章提醒設定</a></li><li class="k-item"><a class="k-link" href="{base}/Hr/EmployeeContact/Query?SESSION={sid.upper()}">查詢員工連絡資料</a></li><li class="k-item"><a class="k-link" href="{base}/Hr/EmployeeContact/Edit?SESSION={sid.upper()}"><span class="glyphicon glyphicon-phone"></span>維護個人連絡資料</a></li><li class="k-item"><a class="k-link" href="#">個人就醫紀錄查詢</a></li></ul></li></ul><h4>全院公告 <span class="badge">1</span></h4><table class="k-grid table" data-role="grid"><thead><tr><th>日期</th><th>標題</th></tr></thead><tbody><tr><td>2016/10/21</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr></tbody></table>""",
                         nav=self.nav(token, self.truth.person.name), extra=extra)

    def change(self, request: Request, sid: str) -> Response:
        errors: list[str] = []
        me = self.truth
        if request.method == "POST":
            self.takes(request, OldPassword="old_password", NewPassword="new_password", ConfirmPassword="new_password_again")
            bad = self.forged(request)
            if bad:
                return bad
            new = request.get("NewPassword")
            if request.get("OldPassword") != me.portal_password:
                errors.append("舊密碼不正確。")
            elif self.weak(new):
                errors.append("新密碼至少 8 個字元，且需包含英文及數字。")
            elif new != request.get("ConfirmPassword"):
                errors.append("新密碼與確認密碼不相符。")
            elif new == me.portal_password:
                errors.append("新密碼不可與目前使用中的密碼相同。")
            if not errors:
                me.portal_password = new
                me.counts["password_changed"] += 1
                self.temp[sid] = "您的密碼已經變更，下次登入請使用新密碼。"
                return redirect("/Profile/ChangePassword")
            me.counts["password_refused"] += 1
        token, extra = self.forge(request)
        note = self.temp.pop(sid, "")
        flash = f'<div class="alert alert-success" id="notification" data-role="notification"><span class="k-icon k-i-note"></span> {note}</div>' if note else ""

        def row(label: str, name: str) -> str:
            return (f'<div class="form-group"><label class="control-label col-md-3" for="{name}">{label}</label> '
                    f'<input class="k-textbox" data-val="true" data-val-required="必填" id="{name}" name="{name}" type="password" maxlength="30" />'
                    f' <span class="field-validation-valid" data-valmsg-for="{name}">必填</span></div>')
        return self.view("更改密碼", f"""<ol class="breadcrumb"><li><a href="/Home/Index">首頁</a></li><li class="active">更改密碼</li></ol>
<h3>更改密碼</h3>{flash}
<form action="/Profile/ChangePassword" method="post">{token}{self.summary(errors)}
{row("請輸入舊密碼：", "OldPassword")}{row("請輸入新密碼：", "NewPassword")}{row("請再輸入新密碼：", "ConfirmPassword")}
<div class="form-group"><span class="control-label">密碼強度檢核：</span><div class="k-progressbar" id="pwdStrength" style="display:inline-block;width:120px;height:8px;border:1px solid #ccc"></div></div><p>密碼設定條件：</p><ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol><button class="k-button k-primary" type="submit">變更</button> <a class="k-button" href="/Home/Index">回功能選單</a></form>""", nav=self.nav(token, me.person.name), extra=extra)

    # ------------------------------------------------------------------ inner
    def inner(self, request: Request) -> Response:
        found = self.static(request)
        if found:
            return found
        sid = request.query.get("SESSION", "").lower()
        if sid not in self.users:
            return self.view("未授權", '<p class="field-validation-error">連線逾時，請重新由 PORTAL 登入。</p>', app="人事資訊系統", status=401)
        me, p = self.truth, self.truth.person
        back = f'<a href="{self.urls["portal"]}/Home/Index">回功能選單</a>'
        where = f"/Hr/EmployeeContact/Edit?SESSION={sid.upper()}"
        if request.path.endswith("/Query"):
            return self.view("查詢員工連絡資料", f'<form method="get" action="/Hr/EmployeeContact/Query"><input type="hidden" name="SESSION" value="{sid.upper()}"/>'
                             f'<label>員工姓名 <input class="k-textbox" name="q"></label> <button class="k-button">查詢</button></form><p>查無資料</p>{back}', app="人事資訊系統")
        if not request.path.endswith("/Edit"):
            return redirect(where)
        keys = {"english_surname": "Model.LastNameEn", "english_given": "Model.FirstNameEn", "english_middle": "Model.MiddleNameEn",
                "office_phone": "Model.OfficeTel", "home_phone": "Model.HomeTel", "mobile_phone": "Model.Mobile"}
        now = {k: me.saved_contact.get(k, getattr(p, k)) for k in keys}
        errors: list[str] = []
        if request.method == "POST":
            self.takes(request, **{"Model.Mobile": "mobile_phone"})
            bad = self.forged(request)
            if bad:
                return bad
            if not all(request.has(n) for n in keys.values()) or request.get("Model.EmpNo") != p.employee_id:
                errors.append("資料不完整，請重新整理後再輸入。")
            now = {k: request.get(n).strip() for k, n in keys.items()}
            if not re.fullmatch(r"09\d{8}", now["mobile_phone"]):
                errors.append("行動電話 格式錯誤，應為 09 開頭之 10 碼數字。")
            if not now["english_surname"] or not now["english_given"] or any(len(v) > 30 for v in now.values()):
                errors.append("英文姓、英文首名為必填，且各欄不可超過 30 字。")
            if not errors:
                me.saved_contact.update(now)
                me.counts["contact_saved"] += 1
                self.temp["c" + sid] = "資料異動完成。"
                return redirect(where)
        token, extra = self.forge(request)
        note = self.temp.pop("c" + sid, "")

        def box(key: str, label: str, hint: str, star: str = "") -> str:
            n = keys[key]
            i = n.replace(".", "_")
            return (f'<div class="form-group"><label class="control-label" for="{i}">{star}{label}</label> <input class="k-textbox" data-val="true" id="{i}" name="{n}" '
                    f'type="text" value="{h(now[key])}" /> <span class="text-muted">{hint}</span> <span class="field-validation-valid" data-valmsg-for="{n}"></span></div>')
        flash = f'<div class="alert alert-success">{note}</div><script>window.setTimeout(function(){{}}, 3000);</script>' if note else ""
        return self.view("維護個人連絡資料", f"""<h3>台大醫院---維護個人連絡資料</h3>
<div class="k-toolbar"><button type="submit" form="frmContact" class="k-button k-primary"><span class="k-icon k-i-tick"></span>異動儲存</button> {back}</div>
{flash}{self.summary(errors)}
<form action="{where}" id="frmContact" method="post">{token}
<div class="form-group"><label class="control-label" for="Model_EmpNo">員工編號</label> <input class="k-textbox k-state-disabled" id="Model_EmpNo" name="Model.EmpNo" readonly="readonly" type="text" value="{p.employee_id}" />
 姓名 <strong>{p.name}</strong></div>
{box("english_surname", "英文姓", "ex:Chen(陳)", "*")}{box("english_given", "英文首名", "ex: Yi-Fen(怡芬)", "*")}{box("english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填")}
{box("office_phone", "辦公室電話", "ex:61234或23123456")}{box("home_phone", "住宅電話", "ex:0223123456")}{box("mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", "*")}
</form>""", app="人事資訊系統", extra=extra)

    # ------------------------------------------------------------------ account
    def account(self, request: Request) -> Response:
        found = self.static(request)
        if found:
            return found
        path = request.path.rstrip("/")
        if path in ("", "/Home", "/Home/Index"):
            return self.rules()
        for aim in ("Enable", "Reset"):
            if path == f"/CloudAccount/{aim}":
                return self.verify(request, aim, [])
            if path == f"/CloudAccount/{aim}/SendSms" and request.method == "POST":
                return self.send(request, aim)
            if path == f"/CloudAccount/{aim}/Verify" and request.method == "POST":
                return self.check(request, aim)
        if path == "/CloudAccount/Leave":
            sid = request.cookies.get("CloudTicket", "")
            if self.proved.pop(sid, None):
                self.truth.sessions.discard(f"account:{sid}")
                self.truth.counts["sign_out_account"] += 1
            return redirect("/", ("Set-Cookie", "CloudTicket=; path=/; max-age=0"))
        if path == "/CloudAccount/Setup":
            return self.setup(request)
        if path == "/CloudAccount/NewPassword":
            return self.renew(request)
        return self.view("404", "<h2>找不到頁面</h2>", status=404, app="帳號服務網")

    def rules(self) -> Response:
        return self.view("首頁", """<div class="panel"><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<h3>《規範》</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同，以確保個人資料安全。</li></ul><h3>《常見問題與服務》</h3><dl><dt>密碼修改後多久可以生效</dt><dd>即時生效。</dd><dt>忘記密碼</dt><dd>請以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</dd></dl></div><div class="row tiles"><p><a class="k-button k-primary" href="/CloudAccount/Enable">啟用網路帳號及首次雲端帳號密碼設定</a> <span class="text-muted">啟用本院微軟相關服務，如：Office365, Outlook...</span></p><p><a class="k-button" href="/CloudAccount/Reset">重置雲端服務密碼</a> <span class="text-muted">重設非Portal帳號的密碼：Email, 無線網路, KM, TMS...從未使用請先【啟用網路帳號】</span></p><p><a class="k-button k-state-disabled" href="#">總院廠商VPN展延申請</a></p></div>""", app="帳號服務網")

    def verify(self, request: Request, aim: str, errors: list[str], ticket: str = "", sent: bool = False, opened: bool = False) -> Response:
        token, extra = self.forge(request)
        if not ticket:
            ticket = secrets.token_hex(16)
            self.tickets[ticket] = {"aim": aim, "code": "", "at": 0.0, "tries": 0}
        name = "啟用網路帳號及首次雲端帳號密碼設定" if aim == "Enable" else "重置雲端服務密碼"
        popup = """<div class="k-window" id="winSent"><div class="k-window-titlebar">動態碼簡訊發送成功</div><div class="k-window-content">
成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」<p><a class="k-button k-primary" href="#" onclick="return app.close('winSent')">確定</a></p></div></div>""" if sent else ""
        return self.view(name, f"""<h3>{name}</h3>
<div class="well"><b>注意事項</b><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div>
{self.summary(errors)}
<form action="/CloudAccount/{aim}/Verify" id="frmVerify" method="post" autocomplete="off">{token}<input id="Ticket" name="Ticket" type="hidden" value="{ticket}" /><div class="form-group"><label class="control-label" for="EmpNo">網路帳號 / 主職員工編號</label> <input class="k-textbox" data-val="true" id="EmpNo" name="EmpNo" type="text" value="{h(request.get("EmpNo"))}" /><button class="k-button" type="button" onclick="return app.open('winPhone')"><span class="k-icon k-i-email"></span>發送簡訊動態碼</button></div><div class="form-group"><label class="control-label" for="OtpCode">簡訊(或MOTP)動態碼</label> <input class="k-textbox" id="OtpCode" name="OtpCode" type="text" maxlength="8" value="" /></div><div class="k-window" id="winPhone" data-role="window" style="display:{"block" if opened else "none"}"><div class="k-window-titlebar">發送簡訊動態碼</div><div class="k-window-content"><label for="Phone">請輸入帳號登記的手機門號(10碼)</label><br><input class="k-textbox" id="Phone" name="Phone" type="text" maxlength="10" /><br><br><button class="k-button k-primary" type="submit" formaction="/CloudAccount/{aim}/SendSms">確定發送</button> <button class="k-button" type="button" onclick="return app.close('winPhone')">取消</button></div></div><div class="form-group"><span class="control-label"></span><button class="k-button k-primary" type="submit">下一步</button> <a class="k-button" href="/">回首頁</a></div></form>{popup}""", app="帳號服務網", extra=extra)

    def phone(self) -> str:
        return self.truth.saved_contact.get("mobile_phone") or self.truth.person.mobile_phone

    def send(self, request: Request, aim: str) -> Response:
        self.takes(request, EmpNo="employee_id", OtpCode="code", Phone="registered_phone")
        bad = self.forged(request)
        if bad:
            return bad
        ticket = request.get("Ticket")
        state = self.tickets.get(ticket)
        if not state or state["aim"] != aim:
            return self.verify(request, aim, ["頁面已失效，請重新操作。"])
        if request.get("EmpNo") != self.truth.person.employee_id or request.get("Phone") != self.phone():
            return self.verify(request, aim, ["帳號或手機門號與登記資料不符，簡訊未發送。"], ticket)
        state.update(code=self.truth.new_message(), at=time.time(), tries=0)
        return self.verify(request, aim, [], ticket, sent=True)

    def check(self, request: Request, aim: str) -> Response:
        self.takes(request, EmpNo="employee_id", OtpCode="code", Phone="registered_phone")
        bad = self.forged(request)
        if bad:
            return bad
        ticket = request.get("Ticket")
        state = self.tickets.get(ticket)
        if not state or state["aim"] != aim:
            return self.verify(request, aim, ["頁面已失效，請重新操作。"])
        reason = ""
        if not state["code"]:
            reason = "請先按「發送簡訊動態碼」取得動態碼。"
        elif time.time() - state["at"] > 120:
            reason = "動態碼已逾時，請重新發送。"
        elif request.get("EmpNo") != self.truth.person.employee_id or request.get("OtpCode").strip() != state["code"]:
            reason = "動態碼不正確，請再確認。"
        if reason:
            self.truth.counts["code_refused"] += 1
            return self.verify(request, aim, [reason], ticket)
        del self.tickets[ticket]
        sid = secrets.token_hex(12)
        self.proved[sid] = {"aim": aim, "done": False}
        self.truth.sessions.add(f"account:{sid}")
        self.truth.counts["code_accepted"] += 1
        return redirect("/CloudAccount/Setup" if aim == "Enable" else "/CloudAccount/NewPassword", ("Set-Cookie", f"CloudTicket={sid}; path=/; HttpOnly"))

    def setup(self, request: Request) -> Response:
        state = self.proved.get(request.cookies.get("CloudTicket", ""))
        if not state or state["aim"] != "Enable":
            return redirect("/CloudAccount/Enable")
        me, p = self.truth, self.truth.person
        leave = '<a class="k-button" href="/CloudAccount/Leave">離開</a>'
        errors: list[str] = []
        if request.method == "POST":
            self.takes(request, Alias="alias", CloudPwd="cloud_password", CloudPwdConfirm="cloud_password_again")
            bad = self.forged(request)
            if bad:
                return bad
            alias, word = request.get("Alias").strip(), request.get("CloudPwd")
            if me.alias:
                errors.append("此帳號已啟用雲端服務，不可重複設定。")
            elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{2,63}", alias):
                errors.append("電子郵件名稱須以英文字母開頭，僅可使用英數字及 . _ -，3 至 64 字元。")
            elif alias.lower() == "taken.name":
                errors.append("電子郵件名稱已有人使用，請更換。")
            elif self.weak(word):
                errors.append("密碼至少 8 個字元，且需包含英文及數字。")
            elif word != request.get("CloudPwdConfirm"):
                errors.append("兩次輸入的密碼不相符。")
            elif word == me.portal_password:
                errors.append("雲端密碼不可與 Portal 密碼相同。")
            if not errors:
                me.alias, me.cloud_password = alias, word
                me.counts["activated"] += 1
                state["done"] = True
                return redirect("/CloudAccount/Setup")
        if state["done"] and not errors:
            return self.view("完成", f'<h3><span class="k-icon k-i-tick"></span>雲端服務設定完成</h3><p>您的電子郵件為 <b>{h(me.alias)}@ntuh.gov.tw</b>，將於隔日生效。</p>{leave}', app="帳號服務網")
        if me.alias:
            return self.view("已啟用", f'<h3>啟用網路帳號及首次雲端帳號密碼設定</h3>{self.summary(errors)}<div class="alert alert-info">您的雲端服務帳號先前已設定完畢：<b>{h(me.alias)}@ntuh.gov.tw</b>，'
                             f'別名不可再變更。如需變更密碼請使用「重置雲端服務密碼」。</div>{leave}', app="帳號服務網")
        token, extra = self.forge(request)
        facts = "".join(f'<div class="form-group"><label class="control-label">{a}</label> <span class="form-control-static">{b}</span></div>'
                        for a, b in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        return self.view("設定密碼與郵件別名", f"""<h3>設定密碼與郵件別名</h3><p>雲端服務帳號說明：</p><ol><li>雲端服務帳號為跨體系使用。</li><li>服務於設定完成隔日生效。</li></ol>
{self.summary(errors)}<form action="/CloudAccount/Setup" method="post" autocomplete="off">{token}{facts}
<div class="form-group"><label class="control-label" for="Alias">雲端服務帳號 (電子郵件名稱)</label> <input class="k-textbox" id="Alias" name="Alias" maxlength="64" type="text" value="{h(request.get("Alias"))}" /> @ntuh.gov.tw <small>名稱長度限64字元內</small></div><div class="form-group"><label class="control-label" for="CloudPwd">設定雲端服務密碼</label> <input class="k-textbox" id="CloudPwd" name="CloudPwd" type="password" /></div><div class="form-group"><label class="control-label" for="CloudPwdConfirm">確認雲端服務密碼</label> <input class="k-textbox" id="CloudPwdConfirm" name="CloudPwdConfirm" type="password" /></div><p><a class="k-button" href="/CloudAccount/Leave">取消啟用</a> <button class="k-button k-primary" type="submit">啟用雲端服務</button> 服務於設定完成隔日生效</p></form>""", app="帳號服務網", extra=extra)

    def renew(self, request: Request) -> Response:
        state = self.proved.get(request.cookies.get("CloudTicket", ""))
        if not state or state["aim"] != "Reset":
            return redirect("/CloudAccount/Reset")
        me = self.truth
        leave = '<a class="k-button" href="/CloudAccount/Leave">離開</a>'
        if not me.alias:
            return self.view("重置", f'<p class="field-validation-error">您尚未啟用雲端服務，請先執行啟用。</p>{leave}', app="帳號服務網")
        errors: list[str] = []
        if request.method == "POST":
            self.takes(request, CloudPwd="cloud_password", CloudPwdConfirm="cloud_password_again")
            bad = self.forged(request)
            if bad:
                return bad
            if self.weak(request.get("CloudPwd")) or request.get("CloudPwd") != request.get("CloudPwdConfirm"):
                errors.append("密碼不符規則或兩次輸入不同。")
            else:
                me.cloud_password = request.get("CloudPwd")
                me.counts["cloud_password_reset"] += 1
                return self.view("重置", f'<div class="alert alert-success">雲端服務密碼已重置，即時生效。</div>{leave}', app="帳號服務網")
        token, extra = self.forge(request)
        return self.view("重置雲端服務密碼", f"""<h3>重置雲端服務密碼</h3>{self.summary(errors)}<form action="/CloudAccount/NewPassword" method="post">{token}
<div class="form-group"><label class="control-label" for="CloudPwd">新雲端服務密碼</label> <input class="k-textbox" id="CloudPwd" name="CloudPwd" type="password" /></div><div class="form-group"><label class="control-label" for="CloudPwdConfirm">確認新雲端服務密碼</label> <input class="k-textbox" id="CloudPwdConfirm" name="CloudPwdConfirm" type="password" /></div><button class="k-button k-primary" type="submit">確定重置</button> {leave}</form>""", app="帳號服務網", extra=extra)

    def mail(self, request: Request) -> Response:
        found = self.static(request)
        if found:
            return found
        sid = request.cookies.get("MailAuth", "")
        path = request.path.rstrip("/")
        me = self.truth
        if sid in self.boxes:
            if path == "/Mail/SignOut":
                self.boxes.discard(sid)
                me.sessions.discard(f"mail:{sid}")
                me.counts["sign_out_mail"] += 1
                return redirect("/Mail/SignIn", ("Set-Cookie", "MailAuth=; path=/; max-age=0"))
            return self.view("收件匣", f"""<div id="splitter" data-role="splitter"><ul class="k-treeview"><li class="k-item">收件匣 (1)</li><li class="k-item">寄件備份</li></ul>
<table class="k-grid"><thead><tr><th>寄件者</th><th>主旨</th></tr></thead><tr><td>資訊室</td><td>歡迎使用本院電子郵件</td></tr></table></div>""",
                             nav=f'{h(me.alias)}@ntuh.gov.tw <a href="/Mail/SignOut">登出</a>', app="電子郵件系統")
        errors: list[str] = []
        if path == "/Mail/SignIn" and request.method == "POST":
            self.takes(request, Account="mail_account", Password="mail_password", CaptchaText="captcha")
            bad = self.forged(request)
            if bad:
                return bad
            if not self.captcha_right(request):
                errors.append("驗證碼錯誤。")
            elif not me.alias or request.get("Account").strip().lower().split("@")[0] != me.alias.lower() or request.get("Password") != me.cloud_password:
                errors.append("帳號或密碼錯誤。")
            else:
                sid = secrets.token_hex(12)
                self.boxes.add(sid)
                me.sessions.add(f"mail:{sid}")
                me.counts["mail_sign_in"] += 1
                return redirect("/Mail/Inbox", ("Set-Cookie", f"MailAuth={sid}; path=/; HttpOnly"))
        elif path != "/Mail/SignIn":
            return redirect("/Mail/SignIn")
        token, extra = self.forge(request)
        key = secrets.token_hex(16)
        return self.view("登入", f"""<form action="/Mail/SignIn" method="post">{token}{self.summary(errors)}
<div class="form-group"><label class="control-label" for="Account">帳號:</label> <input class="k-textbox" id="Account" name="Account" type="text" value="{h(request.get("Account"))}" /></div><div class="form-group"><label class="control-label" for="Password">密碼:</label> <input class="k-textbox" id="Password" name="Password" type="password" /></div><div class="form-group"><label class="control-label" for="CaptchaText">驗證碼(小寫字母或數字):</label> <input type="hidden" name="CaptchaKey" value="{key}" /><input class="k-textbox" id="CaptchaText" name="CaptchaText" type="text" value="" /> <img alt="" src="/Captcha/Image?key={key}" /></div><div class="form-group"><span class="control-label"></span><input class="k-checkbox" id="RememberMe" name="RememberMe" type="checkbox" value="true" /><input name="RememberMe" type="hidden" value="false" /> <label for="RememberMe">記住登入資訊 (公用電腦請勿勾選)</label></div><button type="submit" class="k-button k-primary">登入</button></form><h4>公佈欄</h4><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p><p>※如無法登入，請先至下方網址變更密碼：<a href="{self.urls["account"]}/">https://help.ntuh.gov.tw/</a></p>""", app="電子郵件系統", extra=extra)

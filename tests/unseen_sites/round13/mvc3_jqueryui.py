"""The IT room's Kevin moved the old WebForms to ASP.NET MVC 3, Razor and jQuery UI, on top of the project template."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime, timedelta
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

MD5_JS = """/* md5.js - from the old Portal */
function md5(s){s=unescape(encodeURIComponent(s));var k=[],r=[7,12,17,22,5,9,14,20,4,11,16,23,6,10,15,21],i,j;for(i=0;i<64;i++)k[i]=Math.floor(Math.abs(Math.sin(i+1))*4294967296)|0;
var n=((s.length+8)>>6)+1,w=[];for(i=0;i<n*16;i++)w[i]=0;for(i=0;i<s.length;i++)w[i>>2]|=s.charCodeAt(i)<<(i%4*8);w[i>>2]|=128<<(i%4*8);w[n*16-2]=s.length*8;
var h=[1732584193,-271733879,-1732584194,271733878];for(i=0;i<w.length;i+=16){var a=h[0],b=h[1],c=h[2],d=h[3],f,g,t;for(j=0;j<64;j++){
if(j<16){f=b&c|~b&d;g=j}else if(j<32){f=d&b|~d&c;g=(5*j+1)%16}else if(j<48){f=b^c^d;g=(3*j+5)%16}else{f=c^(b|~d);g=7*j%16}
t=d;d=c;c=b;f=(a+f+k[j]+w[i+g])|0;var q=r[(j>>4)*4+j%4];b=(b+(f<<q|f>>>32-q))|0;a=t}h[0]=h[0]+a|0;h[1]=h[1]+b|0;h[2]=h[2]+c|0;h[3]=h[3]+d|0}
var o='';for(i=0;i<4;i++)for(j=0;j<4;j++)o+=('0'+(h[i]>>j*8&255).toString(16)).slice(-2);return o}
function CheckAndSetPassTextBox(id){var t=document.getElementById(id);if(t.value!='')t.value=md5(t.value)}
"""
BAG = {"portal": "PortalSid", "inner": "IhisSid", "account": "HelpSid", "mail": "MailSid"}


class TheSite(Site):
    title = "ASP.NET MVC 3 + jQuery UI, accordion, unobtrusive validation, partial pages"

    def __init__(self) -> None:
        super().__init__()
        self.state: dict[str, dict] = {}
        self.tickets: dict[str, str] = {}
        self.row_version = secrets.token_hex(8)

    # ---------- Global.asax
    def portal(self, request: Request) -> Response:
        return self.route("portal", request)

    def inner(self, request: Request) -> Response:
        return self.route("inner", request)

    def account(self, request: Request) -> Response:
        return self.route("account", request)

    def mail(self, request: Request) -> Response:
        return self.route("mail", request)

    def route(self, area: str, request: Request) -> Response:
        if request.path.endswith("/md5.js"):
            return Response(MD5_JS, kind="application/x-javascript")
        if request.path.startswith(("/Scripts/", "/Content/")) or request.path == "/favicon.ico":
            return Response("", kind="text/css" if request.path.endswith(".css") else "application/x-javascript")
        sid = request.cookies.get(BAG[area], "")
        fresh = sid not in self.state or self.state[sid]["area"] != area
        if fresh:
            sid = secrets.token_hex(12)
            self.state[sid] = {"area": area, "sid": sid, "aft": secrets.token_urlsafe(48)}
        s = self.state[sid]
        path = {"/": {"portal": "/Account/LogOn", "inner": "/WebApplication/Staff/EditContact", "account": "/NetAccount", "mail": "/Account/LogOn"}[area]}.get(request.path, request.path)
        parts = [x for x in path.split("/") if x and x != "WebApplication"] + ["Index"]
        action = getattr(self, f"{area}_{parts[0]}_{parts[1]}".lower().replace("__", "_p_"), None)
        if action is None:
            answer = Response("<html><head><title>找不到資源。</title></head><body><h1>'/' 應用程式中發生伺服器錯誤。</h1><h2><i>找不到資源。</i></h2>HTTP 404</body></html>", 404)
        else:
            answer = action(request, s)
        if fresh:
            answer.headers.append(("Set-Cookie", f"{BAG[area]}={sid}; path=/; HttpOnly"))
        answer.headers += [("X-AspNetMvc-Version", "3.0"), ("Cache-Control", "private")]
        return answer

    # ---------- helpers of the views
    def layout(self, title: str, body: str, who: str = "") -> Response:
        return Response(f"""<!DOCTYPE html>
<html>
<head>
    <meta charset="utf-8" />
    <title>{title}</title>
    <link href="/Content/Site.css" rel="stylesheet" type="text/css" />
    <link href="/Content/themes/base/jquery-ui.css" rel="stylesheet" type="text/css" />
    <script src="/Scripts/jquery-1.5.1.min.js" type="text/javascript"></script>
    <script src="/Scripts/jquery-ui-1.8.11.min.js" type="text/javascript"></script>
    <script src="/Scripts/jquery.validate.unobtrusive.min.js" type="text/javascript"></script>
</head>
<body>
<div class="page">
    <div id="header"><div id="title"><h1>{title}</h1></div><div id="logindisplay">{who}</div></div>
    <div id="main">
{body}
    </div>
    <div id="footer">&copy; 2011 - My ASP.NET MVC Application</div>
</div>
<script type="text/javascript">if(window.jQuery&&jQuery.ui){{$(function(){{$('.accordion').accordion({{autoHeight:false}});$('.datepicker').datepicker({{dateFormat:'yy/mm/dd'}});$('input:submit,.btn').button();}});}}</script>
</body>
</html>""")

    def aft(self, s: dict) -> str:
        return f'<input name="__RequestVerificationToken" type="hidden" value="{s["aft"]}" />'

    def forged(self, request: Request, s: dict) -> Response | None:
        if request.get("__RequestVerificationToken") == s["aft"]:
            return None
        return Response("<html><head><title>必要的防偽權杖未提供或無效。</title></head><body><h1>'/' 應用程式中發生伺服器錯誤。</h1><h2><i>必要的防偽權杖未提供或無效。</i></h2></body></html>", 500)

    def summary(self, head: str, errors: list[str]) -> str:
        if not errors:
            return '<div class="validation-summary-valid" data-valmsg-summary="true"><ul><li style="display:none"></li></ul></div>'
        return f'<div class="validation-summary-errors" data-valmsg-summary="true"><span>{head}</span><ul>' + "".join(f"<li>{e}</li>" for e in errors) + "</ul></div>"

    def editor(self, label: str, name: str, value: str = "", kind: str = "text", extra: str = "", after: str = "", need: bool = True) -> str:
        i = name.replace(".", "_")
        val = f' data-val="true" data-val-required="{re.sub("<[^>]+>", "", label).strip("： ")} 欄位是必要項。"' if need else ""
        shown = "" if kind == "password" else f' value="{escape(value)}"'
        return f"""<div class="editor-label"><label for="{i}">{label}</label></div>
<div class="editor-field"><input{val} id="{i}" name="{name}" type="{kind}"{shown}{extra} /> {after}<span class="field-validation-valid" data-valmsg-for="{name}" data-valmsg-replace="true"></span></div>
"""

    def strong(self, p: str) -> bool:
        return bool(re.fullmatch(r"(?=.*[A-Za-z])(?=.*\d).{8,}", p))

    # ---------- portal
    def portal_account_verifyimage(self, request: Request, s: dict) -> Response:
        if request.query.get("renew") or not s.get("cap"):
            s["cap"] = self.truth.new_captcha()
        return Response(picture(s["cap"], "GIF"), kind="image/gif")

    def portal_account_logon(self, request: Request, s: dict) -> Response:
        t, errors, user = self.truth, [], ""
        if request.method == "POST":
            self.takes(request, HospitalCode="campus", UserName="employee_id", Password="portal_password", VerifyCode="captcha")
            if (no := self.forged(request, s)) is not None:
                return no
            user = request.get("UserName").strip()
            cap, cur = s.pop("cap", ""), t.captcha
            t.captcha = ""
            if not cap or cap != cur or request.get("VerifyCode").strip().upper() != cap:
                errors = ["您輸入的驗證碼與圖片內容不同。"]
            elif request.get("HospitalCode") != "T0" or user != t.person.employee_id or request.get("Password") != hashlib.md5(t.portal_password.encode()).hexdigest():
                errors = ["提供的使用者名稱或密碼不正確。"]
            else:
                s["session"], s["user"] = secrets.token_hex(16).upper(), user
                t.sessions.add(f"portal:{s['session']}")
                t.counts["sign_in"] += 1
                return redirect(f"/Home/Redirect?SESSION={s['session']}")
            t.counts["sign_in_refused"] += 1
        s["cap"] = t.new_captcha()
        opts = "".join(f'<option value="{v}">{n}</option>' for v, n in (("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("T4", "新竹分院"), ("T5", "竹東分院"), ("Y0", "雲林分院")))
        return self.layout("台大醫院 醫療資訊系統", f"""<script src="/Scripts/md5.js" type="text/javascript"></script>
{self.summary("登入失敗。請更正錯誤後再試一次。", errors)}
<form action="/Account/LogOn" id="LogOnForm" method="post">{self.aft(s)}<fieldset><legend>帳戶資訊</legend>
<div class="editor-label"><label for="HospitalCode">院區</label></div><div class="editor-field"><select id="HospitalCode" name="HospitalCode">{opts}</select></div>
{self.editor("帳號", "UserName", user)}{self.editor("密碼", "Password", kind="password", extra=' maxlength="20"')}
{self.editor("驗證碼 (不用區分大小寫)", "VerifyCode", after=f'<img id="imgVerifyCode" src="/Account/VerifyImage?ts={secrets.randbelow(10**6)}" alt="" /> <a href="#" onclick="document.getElementById(&#39;imgVerifyCode&#39;).src=&#39;/Account/VerifyImage?renew=1&amp;ts=&#39;+new Date().getTime();return false;">換一張</a>')}
<p><input type="submit" value="登入" onclick="CheckAndSetPassTextBox('Password')" /></p></fieldset></form>""")

    def portal_home_redirect(self, request: Request, s: dict) -> Response:
        return Response(f"<html><head><title></title></head><body><script type=\"text/javascript\">location.href='/Home/Index?SESSION={escape(request.query.get('SESSION', ''))}';</script></body></html>")

    def inside(self, request: Request, s: dict) -> bool:
        return bool(s.get("session")) and f"portal:{s['session']}" in self.truth.sessions

    def who(self, s: dict) -> str:
        return f'您好! <strong>{self.truth.person.name}</strong> [ <a href="/Account/LogOff">登出系統</a> ]'

    def portal_home_index(self, request: Request, s: dict) -> Response:
        if not self.inside(request, s) or request.query.get("SESSION") != s["session"]:
            return redirect("/Account/LogOn?ReturnUrl=%2fHome%2fIndex")
        panels = "".join(f'<h3><a href="#">{n}</a></h3><div><p>無可用功能</p></div>' for n in ("醫療系統", "醫療支援", "其他資源", "數位學習", "資訊安全", "行政系統"))
        q = f"SESSION={s['session']}"
        own = [("更改密碼", f"/Account/ChangePassword?{q}"), ("個人簽章提醒設定", "#"), ("薪資所得免稅額申報表", "#"), ("員工待遇福利查詢", "#"), ("查詢員工連絡資料", "#"),
               ("維護個人連絡資料", f"{self.urls['inner']}/WebApplication/Staff/EditContact?{q}"), ("個人就醫紀錄查詢", "#"), ("流感同意書列印", "#")]
        lis = "".join(f'<li><a href="{u}">{n}</a></li>' for n, u in own)
        today = datetime.now()
        return self.layout("台大醫院 醫療資訊系統", f"""<p>總院差勤待簽 0 未核准 0 被駁回 0 / 總院Workflow待簽 0 未核准 0 被駁回 0</p>
<div class="accordion">{panels}<h3><a href="#">個人管理</a></h3><div><ul id="menu">{lis}</ul></div>
<h3><a href="#">全院公告 2</a></h3><div><form action="/Home/News" method="get">起日 <input class="datepicker" name="StartDate" type="text" value="{today - timedelta(30):%Y/%m/%d}" /> 迄日 <input class="datepicker" name="EndDate" type="text" value="{today:%Y/%m/%d}" /> <input type="submit" value="查詢" /></form>
<table><tr><th>日期</th><th>標題</th></tr><tr><td>2018/12/13</td><td>總院Portal資訊系統登入首頁預定改成新的版本</td></tr></table></div></div>""", self.who(s))

    def portal_home_news(self, request: Request, s: dict) -> Response:
        self.takes(request)
        return self.layout("全院公告", f'<p>查無資料</p><a href="/Home/Index?SESSION={s.get("session", "")}">回功能選單</a>')

    def portal_account_changepassword(self, request: Request, s: dict) -> Response:
        t, errors = self.truth, []
        if request.method == "POST":
            self.takes(request, OldPassword="old_password", NewPassword="new_password", ConfirmPassword="new_password_again")
        if not self.inside(request, s):
            return redirect("/Account/LogOn?ReturnUrl=%2fAccount%2fChangePassword")
        if request.method == "POST":
            if (no := self.forged(request, s)) is not None:
                return no
            if request.get("OldPassword") != t.portal_password:
                errors.append("目前的密碼不正確。")
            if not self.strong(request.get("NewPassword")):
                errors.append("新密碼 長度至少必須是 8 個字元，且需包含英文及數字。")
            elif request.get("NewPassword") == t.portal_password:
                errors.append("新密碼無效：與目前密碼相同。")
            if request.get("NewPassword") != request.get("ConfirmPassword"):
                errors.append("新密碼與確認密碼不相符。")
            if not errors:
                t.portal_password = request.get("NewPassword")
                t.counts["password_changed"] += 1
                return redirect("/Account/ChangePasswordSuccess")
            t.counts["password_refused"] += 1
        back = f'<p><a href="/Home/Index?SESSION={s["session"]}">回功能選單</a> | <a href="/Account/LogOff">登出系統</a></p>'
        return self.layout("更改密碼", f"""{self.summary("密碼變更失敗。請更正錯誤後再試一次。", errors)}<form action="/Account/ChangePassword" method="post" autocomplete="off">{self.aft(s)}<fieldset><legend>更改密碼</legend>
{self.editor("請輸入舊密碼：", "OldPassword", kind="password")}{self.editor("請輸入新密碼：", "NewPassword", kind="password")}{self.editor("請再輸入新密碼：", "ConfirmPassword", kind="password", extra=' data-val-equalto="不相符" data-val-equalto-other="*.NewPassword"')}
<div class="editor-label">密碼強度檢核：</div><div id="pwbar" class="ui-progressbar"></div>
<p>密碼設定條件：<br />1.密碼長度不可少於8個字元<br />2.密碼內容需包含英文及數字</p><p><input type="submit" value="變更密碼" /></p></fieldset></form>{back}""", self.who(s))

    def portal_account_changepasswordsuccess(self, request: Request, s: dict) -> Response:
        return self.layout("更改密碼", f'<h2>更改密碼</h2><p>您的密碼已順利變更。</p><p><a href="/Home/Index?SESSION={s.get("session", "")}">回功能選單</a></p>', self.who(s))

    def portal_account_logoff(self, request: Request, s: dict) -> Response:
        if self.inside(request, s):
            self.truth.sessions.discard(f"portal:{s['session']}")
            self.truth.counts["sign_out_portal"] += 1
        self.state.pop(s["sid"], None)
        return redirect("/", ("Set-Cookie", f"{BAG['portal']}=; path=/; expires=Thu, 01-Jan-1970 00:00:00 GMT"))

    # ---------- inner
    def inner_staff_editcontact(self, request: Request, s: dict) -> Response:
        t, p = self.truth, self.truth.person
        names = {"Contact.EnglishSurname": "english_surname", "Contact.EnglishGivenName": "english_given", "Contact.EnglishMiddleName": "english_middle", "Contact.OfficeTel": "office_phone", "Contact.HomeTel": "home_phone", "Contact.Mobile": "mobile_phone"}
        if request.method == "POST":
            self.takes(request, **{"Contact.Mobile": "mobile_phone"})
        key = request.query.get("SESSION", "")
        if f"portal:{key}" not in t.sessions:
            return self.layout("連線逾時", f'<p>您的連線已逾時，<a href="{self.urls["portal"]}/">請重新登入</a></p>')
        v = {n: t.saved_contact.get(k, getattr(p, k)) for n, k in names.items()}
        note, errors, date = "", [], f"{datetime.now():%Y/%m/%d}"
        if request.method == "POST":
            if (no := self.forged(request, s)) is not None:
                return no
            v, date = {n: request.get(n).strip() for n in names}, request.get("Contact.EffectiveDate").strip()
            if request.get("Contact.RowVersion") != self.row_version:
                errors.append("資料已被其他使用者修改，請重新載入。")
            if not re.fullmatch(r"09\d{8}", v["Contact.Mobile"]):
                errors.append("欄位 行動電話 的格式不正確。")
            if not v["Contact.EnglishSurname"] or not v["Contact.EnglishGivenName"]:
                errors.append("英文姓、英文首名 欄位是必要項。")
            if not re.fullmatch(r"\d{4}/\d\d/\d\d", date):
                errors.append("欄位 生效日期 必須是日期。")
            if not errors:
                t.saved_contact.update({k: v[n] for n, k in names.items()})
                t.counts["contact_saved"] += 1
                self.row_version = secrets.token_hex(8)
                note = '<div class="ui-widget"><div class="ui-state-highlight ui-corner-all"><p><span class="ui-icon ui-icon-info"></span>您的連絡資料已存檔。</p></div></div>'
        rows = "".join(self.editor(lb, n, v[n], after=f'<span class="hint">{h}</span>', need=n in ("Contact.EnglishSurname", "Contact.EnglishGivenName", "Contact.Mobile")) for lb, n, h in (
            ("英文姓：", "Contact.EnglishSurname", "ex:Chen(陳)"), ("英文首名：", "Contact.EnglishGivenName", 'ex: Yi-Fen(怡芬) (<a href="#">說明</a>)'), ("英文中名：", "Contact.EnglishMiddleName", "ex:Mary 為英文別名，如無，可不填"),
            ("辦公室電話：", "Contact.OfficeTel", "ex:61234或23123456"), ("住宅電話：", "Contact.HomeTel", "ex:0223123456"), ("行動電話：", "Contact.Mobile", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")))
        return self.layout("台大醫院---維護個人連絡資料", f"""{note}{self.summary("存檔失敗，請更正下列項目。", errors)}<form action="/WebApplication/Staff/EditContact?SESSION={escape(key)}" method="post">{self.aft(s)}
<input id="Contact_RowVersion" name="Contact.RowVersion" type="hidden" value="{self.row_version}" /><p><input type="submit" value="異動儲存" /></p><fieldset><legend>連絡資料</legend>
<div class="display-label">員工編號：</div><div class="display-field">{p.employee_id}</div><div class="display-label">姓名：</div><div class="display-field">{p.name}</div>
{rows}{self.editor("生效日期：", "Contact.EffectiveDate", date, extra=' class="datepicker"', need=False)}</fieldset></form><p><a href="{self.urls['portal']}/Home/Index?SESSION={escape(key)}">回功能選單</a></p>""")

    # ---------- account
    def account_netaccount_index(self, request: Request, s: dict) -> Response:
        return self.layout("網路帳號管理", """<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<div class="accordion"><h3><a href="#">《規範》</a></h3><div><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>請勿冒用院內同仁申請網路帳號</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同</li></ul></div>
<h3><a href="#">《常見問題與服務》</a></h3><div><h4>密碼修改後多久可以生效</h4><p>即時生效。</p><h4>忘記密碼</h4><p>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></div></div>
<p><a class="btn" href="/NetAccount/Verify?purpose=Activate">啟用網路帳號及首次雲端帳號密碼設定</a><br />啟用本院微軟相關服務，如：Office365, Outlook...</p>
<p><a class="btn" href="/NetAccount/Verify?purpose=Reset">重置雲端服務密碼</a><br />重設非Portal帳號的密碼：Email, 無線網路, KM, TMS, RedCap, 大醫雲, VPN密碼</p>
<p><a class="btn" href="/NetAccount">總院廠商VPN展延申請</a></p>""")

    def account_netaccount_verify(self, request: Request, s: dict) -> Response:
        s["purpose"] = "Reset" if request.query.get("purpose") == "Reset" else "Activate"
        return self.layout("重置雲端服務密碼" if s["purpose"] == "Reset" else "啟用網路帳號及首次雲端帳號密碼設定", f"""<div class="accordion"><h3><a href="#">注意事項</a></h3><div><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div></div>
<div id="verifyPanel">{self.part_verify(s)}</div><p><a href="/NetAccount">回首頁</a></p>""")

    def part_verify(self, s: dict, emp: str = "", error: str = "", say: str = "") -> str:
        s["step"] = secrets.token_hex(6)
        script = f"<script type=\"text/javascript\">alert('{say}');</script>" if say else ""
        return f"""{script}{self.summary("", [error] if error else [])}<form action="/NetAccount/_Verify" data-ajax="true" data-ajax-mode="replace" data-ajax-update="#verifyPanel" id="form0" method="post">{self.aft(s)}<input type="hidden" name="Purpose" value="{s['purpose']}" /><input type="hidden" name="StepKey" value="{s['step']}" />
<table><tr><td><label for="EmpNo">網路帳號 / 主職員工編號</label></td><td><input data-val="true" data-val-required="請輸入員工編號" data-val-regex="須為6位數字" data-val-regex-pattern="\\d{{6}}" id="EmpNo" maxlength="6" name="EmpNo" type="text" value="{escape(emp)}" /><span class="field-validation-valid" data-valmsg-for="EmpNo" data-valmsg-replace="true"></span></td><td><input type="submit" name="command" value="發送簡訊動態碼" /></td></tr>
<tr><td><label for="Otp">簡訊(或MOTP)動態碼</label></td><td><input id="Otp" name="Otp" type="text" value="" autocomplete="off" /></td><td></td></tr><tr><td></td><td></td><td><input type="submit" name="command" value="下一步" /></td></tr></table></form>"""

    def part_phone(self, s: dict, emp: str, error: str = "") -> str:
        s["step"] = secrets.token_hex(6)
        return f"""<div id="dlgPhone" class="ui-dialog-content" title="發送簡訊動態碼">{self.summary("", [error] if error else [])}<form action="/NetAccount/_SendSms" data-ajax="true" data-ajax-update="#verifyPanel" id="form1" method="post">{self.aft(s)}<input type="hidden" name="EmpNo" value="{escape(emp)}" /><input type="hidden" name="StepKey" value="{s['step']}" />
<p>請輸入帳號登記的手機門號(10碼)</p><p><input id="Mobile" name="Mobile" type="text" maxlength="10" value="" /><span class="field-validation-valid" data-valmsg-for="Mobile" data-valmsg-replace="true"></span></p>
<p><input type="submit" name="command" value="確定發送" /> <input type="submit" name="command" value="取消" class="cancel" /></p></form></div>"""

    def step_ok(self, request: Request, s: dict) -> bool:
        return bool(s.get("step")) and request.get("StepKey") == s.pop("step")

    def account_netaccount_p_verify(self, request: Request, s: dict) -> Response:
        t = self.truth
        if request.method != "POST":
            return redirect("/NetAccount")
        self.takes(request, EmpNo="employee_id", Otp="code")
        if (no := self.forged(request, s)) is not None:
            return no
        emp = request.get("EmpNo").strip()
        if not s.get("purpose") or not self.step_ok(request, s) or request.get("Purpose") != s["purpose"]:
            s.setdefault("purpose", "Activate")
            return Response(self.part_verify(s, emp, "操作逾時，請重新輸入。"))
        if not re.fullmatch(r"\d{6}", emp):
            return Response(self.part_verify(s, emp, "網路帳號須為6位數字。"))
        if request.get("command") == "發送簡訊動態碼":
            return Response(self.part_phone(s, emp))
        code, at, whose = s.get("otp", ("", datetime.min, ""))
        if not code or request.get("Otp").strip() != code or whose != emp:
            t.counts["code_refused"] += 1
            return Response(self.part_verify(s, emp, "動態碼檢核不符。"))
        del s["otp"]
        if datetime.now() - at > timedelta(minutes=2):
            t.counts["code_refused"] += 1
            return Response(self.part_verify(s, emp, "此動態碼已失效，請重新發送。"))
        t.sessions.add(f"account:{s['sid']}")
        t.counts["code_accepted"] += 1
        return redirect("/NetAccount/" + ("Setup" if s["purpose"] == "Activate" else "ResetPassword"))

    def account_netaccount_p_sendsms(self, request: Request, s: dict) -> Response:
        t = self.truth
        if request.method != "POST":
            return redirect("/NetAccount")
        self.takes(request, EmpNo="employee_id", Mobile="registered_phone")
        if (no := self.forged(request, s)) is not None:
            return no
        emp = request.get("EmpNo")
        if not s.get("purpose") or not self.step_ok(request, s) or request.get("command") == "取消":
            s.setdefault("purpose", "Activate")
            return Response(self.part_verify(s, emp))
        if emp != t.person.employee_id or request.get("Mobile").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
            return Response(self.part_phone(s, emp, "手機門號與登記資料不一致。"))
        s["otp"] = (t.new_message(), datetime.now(), emp)
        return Response(self.part_verify(s, emp, say="動態碼簡訊發送成功\\n成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"))

    def out(self) -> str:
        return '[ <a href="/NetAccount/Leave">登出</a> ]'

    def account_netaccount_setup(self, request: Request, s: dict) -> Response:
        t, p, errors = self.truth, self.truth.person, []
        if request.method == "POST":
            self.takes(request, **{"MailName": "alias", "NewPassword": "cloud_password", "ConfirmPassword": "cloud_password_again"})
        if f"account:{s['sid']}" not in t.sessions or s.get("purpose") != "Activate":
            return redirect("/NetAccount")
        name = request.get("MailName").strip().lower()
        if request.method == "POST":
            if (no := self.forged(request, s)) is not None:
                return no
            if request.get("command") == "取消啟用":
                return redirect("/NetAccount/Leave")
            pw = request.get("NewPassword")
            if t.alias:
                errors.append("本帳號已完成首次設定，不得再次啟用。")
            if not re.fullmatch(r"[a-z][a-z0-9._-]{1,63}", name):
                errors.append("電子郵件名稱 的格式不正確。")
            if name in ("taken.name", "webmaster"):
                errors.append("電子郵件名稱 已存在，請輸入不同的名稱。")
            if not self.strong(pw):
                errors.append("密碼 長度至少必須是 8 個字元，且需包含英文及數字。")
            elif pw != request.get("ConfirmPassword"):
                errors.append("密碼和確認密碼不相符。")
            elif pw == t.portal_password:
                errors.append("密碼 不可與 Portal 密碼相同。")
            if not errors and request.get("command") == "啟用雲端服務":
                t.alias, t.cloud_password = name, pw
                t.counts["activated"] += 1
                return redirect("/NetAccount/SetupSuccess")
        facts = "".join(f'<div class="display-label">{k}</div><div class="display-field">{v}</div>' for k, v in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit)))
        facts += f'<div class="editor-label"><label for="ValidDate">有效期限</label></div><div class="editor-field"><input id="ValidDate" name="ValidDate" type="text" value="{p.valid_until}" readonly="readonly" /></div>'
        if t.alias:
            return self.layout("設定密碼與郵件別名", f'{self.summary("", errors)}<fieldset><legend>帳號資料</legend>{facts}</fieldset><div class="ui-state-highlight ui-corner-all"><p>您先前已完成雲端服務啟用作業，電子郵件：{escape(t.alias)}@ntuh.gov.tw</p></div>', self.out())
        return self.layout("設定密碼與郵件別名", f"""<p>雲端服務帳號說明：</p><ol><li>雲端服務帳號為跨體系使用。</li><li>服務於設定完成隔日生效。</li></ol>{self.summary("設定未完成：", errors)}<form action="/NetAccount/Setup" method="post" autocomplete="off">{self.aft(s)}<fieldset><legend>帳號資料</legend>{facts}
{self.editor("雲端服務帳號 (電子郵件名稱)", "MailName", name, extra=' maxlength="64"', after="@ntuh.gov.tw 名稱長度限64字元內")}{self.editor("密碼", "NewPassword", kind="password")}{self.editor("確認密碼", "ConfirmPassword", kind="password")}
<p><input type="submit" name="command" value="取消啟用" class="cancel" /> <input type="submit" name="command" value="啟用雲端服務" /> 服務於設定完成隔日生效</p></fieldset></form>""", self.out())

    def account_netaccount_setupsuccess(self, request: Request, s: dict) -> Response:
        return self.layout("設定密碼與郵件別名", f"<h2>設定結果</h2><p>雲端服務帳號 {escape(self.truth.alias)}@ntuh.gov.tw 申請作業已受理並設定完畢，明日起可登入使用。</p>" if self.truth.alias else "", self.out())

    def account_netaccount_resetpassword(self, request: Request, s: dict) -> Response:
        t, errors = self.truth, []
        if request.method == "POST":
            self.takes(request, NewPassword="cloud_password", ConfirmPassword="cloud_password_again")
        if f"account:{s['sid']}" not in t.sessions or s.get("purpose") != "Reset":
            return redirect("/NetAccount")
        if request.method == "POST":
            if (no := self.forged(request, s)) is not None:
                return no
            pw = request.get("NewPassword")
            if not t.alias:
                errors.append("尚未啟用雲端服務，無法重置。")
            elif not self.strong(pw) or pw != request.get("ConfirmPassword"):
                errors.append("密碼不符規則，或兩次輸入不相符。")
            else:
                t.cloud_password = pw
                return self.layout("重置雲端服務密碼", "<h2>重置雲端服務密碼</h2><p>您的雲端服務密碼已順利重設。</p>", self.out())
        return self.layout("重置雲端服務密碼", f'{self.summary("重置失敗。", errors)}<form action="/NetAccount/ResetPassword" method="post">{self.aft(s)}{self.editor("新密碼", "NewPassword", kind="password")}{self.editor("確認新密碼", "ConfirmPassword", kind="password")}<p><input type="submit" value="重設密碼" /></p></form>', self.out())

    def account_netaccount_leave(self, request: Request, s: dict) -> Response:
        if f"account:{s['sid']}" in self.truth.sessions:
            self.truth.sessions.discard(f"account:{s['sid']}")
            self.truth.counts["sign_out_account"] += 1
        self.state.pop(s["sid"], None)
        return redirect("/NetAccount")

    # ---------- mail
    def mail_account_captchaimage(self, request: Request, s: dict) -> Response:
        return Response(picture(s["cap"], "PNG"), kind="image/png") if s.get("cap") else Response("", 404)

    def mail_account_logon(self, request: Request, s: dict) -> Response:
        t, errors = self.truth, []
        if request.method == "POST":
            self.takes(request, MailAccount="mail_account", MailPassword="mail_password", Captcha="captcha")
            if (no := self.forged(request, s)) is not None:
                return no
            cap, cur, t.captcha = s.pop("cap", ""), t.captcha, ""
            if not cap or cap != cur or request.get("Captcha").strip() != cap:
                errors = ["驗證碼不符。"]
            elif not t.alias or request.get("MailAccount").strip().lower().split("@")[0] != t.alias or request.get("MailPassword") != t.cloud_password:
                errors = ["提供的帳號或密碼不正確。"]
            else:
                s["in"] = True
                t.sessions.add(f"mail:{s['sid']}")
                t.counts["mail_sign_in"] += 1
                return redirect("/Inbox")
        s["cap"] = t.new_captcha("abcdefghjkmnprstuvwxyz23456789", 5)
        return self.layout("NTUH Mail", f"""{self.summary("登入失敗。", errors)}<form action="/Account/LogOn" method="post">{self.aft(s)}{self.editor("帳號:", "MailAccount", after="@ntuh.gov.tw")}{self.editor("密碼:", "MailPassword", kind="password")}
{self.editor("驗證碼(小寫字母或數字):", "Captcha", after=f'<img src="/Account/CaptchaImage?r={secrets.randbelow(10**6)}" alt="" />')}
<div class="editor-label"><input id="RememberMe" name="RememberMe" type="checkbox" value="true" /><input name="RememberMe" type="hidden" value="false" /> <label for="RememberMe">記住登入資訊 (公用電腦請勿勾選)</label></div><p><input type="submit" value="登入" /></p></form>
<div class="accordion"><h3><a href="#">公佈欄</a></h3><div>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}/">https://help.ntuh.gov.tw/</a></div></div>""")

    def mail_inbox_index(self, request: Request, s: dict) -> Response:
        if not s.get("in"):
            return redirect("/Account/LogOn")
        return self.layout("收件匣", "<table><tr><th>寄件者</th><th>主旨</th><th>收到日期</th></tr><tr><td>資訊室</td><td>電子郵件使用須知</td><td>今天</td></tr></table>", f'{escape(self.truth.alias)}@ntuh.gov.tw [ <a href="/Account/LogOff">登出</a> ]')

    def mail_account_logoff(self, request: Request, s: dict) -> Response:
        if s.get("in"):
            self.truth.sessions.discard(f"mail:{s['sid']}")
            self.truth.counts["sign_out_mail"] += 1
        self.state.pop(s["sid"], None)
        return redirect("/")

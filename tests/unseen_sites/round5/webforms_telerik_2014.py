"""ASP.NET WebForms of 2014 with a vendor's control suite: decorated inputs, client state fields, windows in the page."""

from __future__ import annotations

import re
import secrets
import sys
import time
from html import escape
from pathlib import Path

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402

C = "ctl00$cphBody$"


def cid(name: str) -> str:
    return name.replace("$", "_")


def rad_text(name: str, value: str = "", kind: str = "text", more: str = "", width: int = 180) -> str:
    i = cid(C + name)
    return (
        f'<span id="{i}_wrapper" class="riSingle RadInput RadInput_Office2010Blue" style="width:{width}px;">'
        f'<input id="{i}" name="{C}{name}" size="20" class="riTextBox riEnabled" type="{kind}" value="{escape(value)}" {more}/>'
        f'<input id="{i}_ClientState" name="{cid(C + name)}_ClientState" type="hidden" autocomplete="off" '
        f"value='{{\"enabled\":true,\"emptyMessage\":\"\",\"minDateStr\":\"\"}}' /></span>"
    )


def rad_button(name: str, text: str, click: str = "", kind: str = "submit") -> str:
    i = cid(C + name)
    return (
        f'<span id="{i}" class="RadButton RadButton_Office2010Blue rbSkinnedButton" style="display:inline-block;">'
        f'<input class="rbDecorated" type="{kind}" name="{C}{name}_input" id="{i}_input" value="{text}" {click}/>'
        f'<input id="{i}_ClientState" name="{i}_ClientState" type="hidden" autocomplete="off" /></span>'
    )


class TheSite(Site):
    title = "webforms_telerik_2014"

    def __init__(self) -> None:
        super().__init__()
        self.states: dict[str, str] = {}
        self.portal_in: set[str] = set()
        self.proved: dict[str, str] = {}
        self.mail_in: set[str] = set()
        self.sent_at = 0.0
        self.live_code = ""

    # ---- the page around everything
    def page(self, title: str, body: str, where: str, action: str, say: str = "") -> Response:
        token = "/wEPDwUK" + secrets.token_hex(30) + "ZGQ="
        self.states[token] = where
        script = f"<script type='text/javascript'>//<![CDATA[\nSys.Application.add_load(function(){{radalert('{say}', 330, 120, '系統訊息');}});\n//]]></script>" if say else ""
        note = f'<div id="ctl00_RadNotification1" class="RadNotification rnInfo"><div class="rnContentWrapper"><span id="ctl00_lblNotify">{say}</span></div></div>' if say else ""
        return Response(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head id="ctl00_Head1"><title>
	{title}
</title><link href="/WebResource.axd?d=Telerik.Web.UI.Skins" rel="stylesheet" type="text/css" class="Telerik_stylesheet" />
<style type="text/css">.rwHidden {{display:none;}} .RadWindow {{border:2px solid #8ba0bc;}}</style></head>
<body><form method="post" action="{action}" id="aspnetForm">
<div class="aspNetHidden">
<input type="hidden" name="ctl00_RadStyleSheetManager1_TSSM" id="ctl00_RadStyleSheetManager1_TSSM" value="" />
<input type="hidden" name="ctl00_RadScriptManager1_TSM" id="ctl00_RadScriptManager1_TSM" value="" />
<input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" />
<input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{token}" />
</div>
<script type="text/javascript">
//<![CDATA[
var theForm = document.forms['aspnetForm'];
function __doPostBack(eventTarget, eventArgument) {{
    theForm.__EVENTTARGET.value = eventTarget; theForm.__EVENTARGUMENT.value = eventArgument; theForm.submit();
}}
var Sys = {{Application: {{add_load: function (f) {{ window.onload = f; }}}}}};
function radalert(m, w, h, t) {{ alert(m); }}
function radopen(i) {{ document.getElementById(i).className = 'RadWindow RadWindow_Office2010Blue'; }}
function radclose(i) {{ document.getElementById(i).className = 'RadWindow rwHidden'; }}
//]]>
</script>
{note}
<div class="qsf-body">{body}</div>
<div class="footer">Copyright © 2014 資訊室 National Taiwan University Hospital. 建議使用 IE9 以上</div>
{script}</form></body></html>""", headers=[("X-AspNet-Version", "4.0.30319"), ("Cache-Control", "private")])

    def bad_state(self, r: Request, where: str) -> Response | None:
        if self.states.pop(r.get("__VIEWSTATE"), "") != where:
            return Response("<html><head><title>執行階段錯誤</title></head><body><h2><i>檢視狀態 MAC 的驗證失敗。請重新開啟網頁。</i></h2></body></html>", 500)
        return None

    # ---- portal
    def portal(self, r: Request) -> Response:
        if r.path == "/":
            return redirect("/General/SignOn.aspx")
        if r.path == "/Telerik.Web.UI.WebResource.axd":
            return Response(picture(self.truth.new_captcha(), "PNG", (150, 40)), kind="image/png", headers=[("Cache-Control", "no-store")])
        if r.path == "/General/SignOn.aspx":
            return self.sign_on(r)
        sid = r.query.get("SESSION", "")
        if sid not in self.portal_in or r.cookies.get("PortalTicket") != sid:
            return redirect("/General/SignOn.aspx")
        if r.path == "/General/Bulletin.aspx":
            return self.page("公告", f"""<h3>本週公告</h3><div class="RadPanelBar"><p>年度個資盤點作業開始，請各單位配合。</p></div>
<p><a href="/General/Desktop.aspx?SESSION={sid}" class="rbLink">我知道了，進入系統</a></p>""", "bulletin", f"Bulletin.aspx?SESSION={sid}")
        if r.path == "/General/Desktop.aspx":
            if r.method == "POST":
                self.takes(r)
                if (bad := self.bad_state(r, "desktop")):
                    return bad
                target = r.get("__EVENTTARGET")
                if target == "ctl00$lbtnLogout":
                    self.portal_in.discard(sid)
                    self.truth.sessions.discard("portal:" + sid)
                    self.truth.counts["sign_out_portal"] += 1
                    return redirect("/General/SignOn.aspx", ("Set-Cookie", "PortalTicket=; path=/; Max-Age=0"))
                go = {"4": "ChangePwd.aspx", "9": "Contact.aspx"}.get(r.get("__EVENTARGUMENT"))
                if target == "ctl00$RadMenu1" and go:
                    return redirect(f"{self.urls['inner']}/WebApplication/Personal/{go}?SESSION={sid}")
                return self.desktop(sid, "您沒有使用此功能的權限")
            return self.desktop(sid)
        return Response("<h1>找不到資源。</h1>", 404)

    def desktop(self, sid: str, say: str = "") -> Response:
        rows = [("3", "個人簽章提醒設定"), ("4", "更改密碼"), ("7", "員工待遇福利查詢"), ("8", "查詢員工連絡資料"), ("9", "維護個人連絡資料"), ("10", "個人就醫紀錄查詢")]
        items = "".join(f'<li class="rmItem"><a class="rmLink" href="javascript:__doPostBack(\'ctl00$RadMenu1\',\'{k}\')"><span class="rmText">{t}</span></a></li>' for k, t in rows)
        return self.page("醫療資訊系統", f"""<div class="top">您好！{self.truth.person.name}
<a id="ctl00_lbtnLogout" href="javascript:__doPostBack('ctl00$lbtnLogout','')">登出系統</a></div>
<div class="find"><input type="text" name="ctl00$txtFind" value="" title="搜尋功能" /></div>
<div id="ctl00_RadMenu1" class="RadMenu RadMenu_Office2010Blue"><ul class="rmRootGroup rmHorizontal"><li class="rmItem"><span class="rmLink rmRootLink"><span class="rmText">個人管理</span></span>
<div class="rmSlide"><ul class="rmVertical rmGroup rmLevel1">{items}</ul></div></li></ul>
<input id="ctl00_RadMenu1_ClientState" name="ctl00_RadMenu1_ClientState" type="hidden" /></div>""", "desktop", f"Desktop.aspx?SESSION={sid}", say)

    def sign_on(self, r: Request) -> Response:
        say = ""
        if r.method == "POST":
            self.takes(r, **{C + "cboHospital": "campus", C + "txtAccount": "employee_id", C + "txtSecret": "portal_password", C + "RadCaptcha1$CaptchaTextBox": "captcha"})
            if (bad := self.bad_state(r, "signon")):
                return bad
            want, self.truth.captcha = self.truth.captcha, ""
            if r.get(C + "cboHospital") not in ("總院區", "北護分院", "新竹分院", "雲林分院"):
                say = "請選擇院區"
            elif not want or r.get(C + "RadCaptcha1$CaptchaTextBox").strip().upper() != want:
                say = "圖形驗證碼輸入有誤，請依新圖重新輸入"
            elif r.get(C + "txtAccount").strip() != self.truth.person.employee_id or r.get(C + "txtSecret") != self.truth.portal_password:
                say = "帳號或密碼不符，請重新輸入"
            else:
                sid = secrets.token_hex(16).upper()
                self.portal_in.add(sid)
                self.truth.sessions.add("portal:" + sid)
                self.truth.counts["sign_in"] += 1
                return redirect(f"/General/Bulletin.aspx?SESSION={sid}", ("Set-Cookie", f"PortalTicket={sid}; path=/; HttpOnly"))
            self.truth.counts["sign_in_refused"] += 1
        combo = cid(C + "cboHospital")
        return self.page("登入", f"""<h1>醫療資訊系統</h1><table class="login">
<tr><td>院區</td><td><div id="{combo}" class="RadComboBox"><select name="{C}cboHospital" id="{combo}_Input"><option value="總院區" selected="selected">總院區</option><option value="北護分院">北護分院</option><option value="新竹分院">新竹分院</option><option value="雲林分院">雲林分院</option></select>
<input id="{combo}_ClientState" name="{combo}_ClientState" type="hidden" autocomplete="off" /></div></td></tr>
<tr><td>帳號</td><td>{rad_text("txtAccount", "", "text", 'maxlength="10"')}<span id="rfv1" style="color:Red;display:none;">請輸入帳號</span></td></tr>
<tr><td>密碼</td><td>{rad_text("txtSecret", "", "password", 'autocomplete="off"')}<span id="rfv2" style="color:Red;display:none;">請輸入密碼</span></td></tr>
<tr><td>驗證碼</td><td><div id="ctl00_cphBody_RadCaptcha1" class="RadCaptcha"><div><img alt="圖形" src="/Telerik.Web.UI.WebResource.axd?type=rca&amp;guid={secrets.token_hex(8)}" id="ctl00_cphBody_RadCaptcha1_CaptchaImageUP" style="height:40px;width:150px;" /></div>
<p><input name="{C}RadCaptcha1$CaptchaTextBox" type="text" maxlength="6" id="ctl00_cphBody_RadCaptcha1_CaptchaTextBox" /> <label for="ctl00_cphBody_RadCaptcha1_CaptchaTextBox">(不用區分大小寫)</label></p></div></td></tr>
<tr><td></td><td>{rad_button("rbtnEnter", "登 入")}</td></tr></table>""", "signon", "SignOn.aspx", say)

    # ---- inner pages
    def inner(self, r: Request) -> Response:
        sid = r.query.get("SESSION", "")
        if sid not in self.portal_in:
            return redirect(self.urls["portal"] + "/General/SignOn.aspx")
        back = f"{self.urls['portal']}/General/Desktop.aspx?SESSION={sid}"
        say = ""
        if r.path.endswith("/ChangePwd.aspx"):
            if r.method == "POST":
                self.takes(r, **{C + "rtbA": "old_password", C + "rtbB": "new_password", C + "rtbC": "new_password_again"})
                if (bad := self.bad_state(r, "pwd")):
                    return bad
                old, new, again = (r.get(C + k) for k in ("rtbA", "rtbB", "rtbC"))
                if old != self.truth.portal_password:
                    say = "舊密碼錯誤，密碼未變更"
                elif new != again:
                    say = "兩次輸入的新密碼不同，密碼未變更"
                elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new) or new == old:
                    say = "新密碼不符合設定條件，密碼未變更"
                else:
                    self.truth.portal_password = new
                    self.truth.counts["password_changed"] += 1
                    return self.page("更改密碼", f'<fieldset><legend>更改密碼</legend><p>密碼已變更完成，下次登入請使用新密碼。</p><a href="{back}">回功能選單</a></fieldset>', "done", "ChangePwd.aspx")
                self.truth.counts["password_refused"] += 1
            return self.page("更改密碼", f"""<fieldset><legend>更改密碼</legend><table>
<tr><td>請輸入舊密碼：</td><td>{rad_text("rtbA", "", "password")}</td></tr>
<tr><td>請輸入新密碼：</td><td>{rad_text("rtbB", "", "password")}</td></tr>
<tr><td>請再輸入新密碼：</td><td>{rad_text("rtbC", "", "password")}</td></tr>
<tr><td>密碼強度檢核：</td><td><span class="riStrengthBar">&nbsp;</span></td></tr></table>
密碼設定條件：<ul><li>1.密碼長度不可少於8個字元</li><li>2.密碼內容需包含英文及數字</li></ul>
{rad_button("rbtnApply", "確定更改")} <a href="{back}">回功能選單</a></fieldset>""", "pwd", f"ChangePwd.aspx?SESSION={sid}", say)
        if r.path.endswith("/Contact.aspx"):
            keys = {"rtbSur": "english_surname", "rtbFirst": "english_given", "rtbMid": "english_middle", "rtbOff": "office_phone", "rtbHome": "home_phone", "rtbCell": "mobile_phone"}
            if r.method == "POST":
                self.takes(r, **{C + "rtbCell": "mobile_phone"})
                if (bad := self.bad_state(r, "contact")):
                    return bad
                if not re.fullmatch("09[0-9]{8}", r.get(C + "rtbCell").strip()):
                    say = "行動電話格式不正確，資料未儲存"
                elif not all(r.has(C + k) for k in keys):
                    say = "欄位不完整，資料未儲存"
                else:
                    self.truth.saved_contact.update({m: r.get(C + k).strip() for k, m in keys.items()})
                    self.truth.counts["contact_saved"] += 1
                    say = "連絡資料已儲存"
            v = {k: rad_text(k, self.truth.saved_contact.get(m, getattr(self.truth.person, m))) for k, m in keys.items()}
            return self.page("維護個人連絡資料", f"""<h3>台大醫院---維護個人連絡資料</h3>{rad_button("rbtnStore", "異動儲存")}
<table border="1"><tr><td>員工編號：</td><td>{self.truth.person.employee_id}</td><td>姓名：</td><td>{self.truth.person.name}</td></tr>
<tr><td>英文姓：</td><td colspan="3">{v["rtbSur"]} ex:Chen(陳)</td></tr><tr><td>英文首名：</td><td colspan="3">{v["rtbFirst"]} ex: Yi-Fen(怡芬)</td></tr>
<tr><td>英文中名：</td><td colspan="3">{v["rtbMid"]} ex:Mary 為英文別名，如無，可不填</td></tr>
<tr><td>辦公室電話：</td><td>{v["rtbOff"]} ex:61234或23123456</td><td>住宅電話：</td><td>{v["rtbHome"]} ex:0223123456</td></tr>
<tr><td>行動電話：</td><td colspan="3">{v["rtbCell"]} ex:0952000000 (如離職或更換門號，請記得調整此欄位)</td></tr></table><a href="{back}">回功能選單</a>""", "contact", f"Contact.aspx?SESSION={sid}", say)
        return Response("<h1>找不到資源。</h1>", 404)

    # ---- account site
    def account(self, r: Request) -> Response:
        t = self.truth
        sid = r.cookies.get("HelpTicket", "")
        if r.path == "/":
            return self.page("帳號服務", """<h2>網路帳號服務</h2><div class="RadPanelBar"><h3>《規範》</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>請勿冒用院內同仁申請網路帳號。</li></ul>
<h3>《常見問題與服務》</h3><p>密碼修改後多久可以生效：即時生效。</p></div><table><tr><td><a class="rbLink" href="Verify.aspx?fn=enable">啟用網路帳號及首次雲端帳號密碼設定</a></td></tr>
<tr><td><a class="rbLink" href="Verify.aspx?fn=reset">重置雲端服務密碼</a></td></tr><tr><td><a class="rbLink" href="#">總院廠商VPN展延申請</a></td></tr></table>""", "front", "/")
        if r.path == "/Verify.aspx":
            return self.verify(r)
        if r.path == "/Leave.aspx":
            if self.proved.pop(sid, ""):
                t.sessions.discard("account:" + sid)
                t.counts["sign_out_account"] += 1
            return redirect("/", ("Set-Cookie", "HelpTicket=; path=/; Max-Age=0"))
        fn = self.proved.get(sid, "")
        if not fn:
            return redirect("/")
        leave = '<p><a href="Leave.aspx">結束並登出</a></p>'
        say = ""
        if r.path == "/Setup.aspx" and fn == "enable":
            if r.method == "POST":
                self.takes(r, **{C + "rtbMailName": "alias", C + "rtbNew": "cloud_password", C + "rtbNewAgain": "cloud_password_again"})
                if (bad := self.bad_state(r, "setup")):
                    return bad
                name, one, two = r.get(C + "rtbMailName").strip(), r.get(C + "rtbNew"), r.get(C + "rtbNewAgain")
                if r.has(C + "rbtnNo_input"):
                    return redirect("/Leave.aspx")
                if t.alias:
                    say = "雲端服務帳號已啟用，不可再次設定"
                elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{0,63}", name):
                    say = "電子郵件名稱格式不正確"
                elif name.lower() == "taken.name":
                    say = "此電子郵件名稱已有人使用，請更換"
                elif one != two or len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search("[0-9]", one):
                    say = "雲端服務密碼不符規定或兩次輸入不同"
                else:
                    t.alias, t.cloud_password = name, one
                    t.counts["activated"] += 1
                    return self.page("完成", f"<h3>設定完成</h3><p>雲端服務已啟用成功，您的信箱為 {escape(name)}@ntuh.gov.tw，服務於隔日生效。</p>{leave}", "done", "Setup.aspx")
            if t.alias and not say:
                return self.page("設定密碼與郵件別名", f"<h3>設定密碼與郵件別名</h3><p>您的雲端服務帳號已啟用：{escape(t.alias)}@ntuh.gov.tw，無須再次設定。</p>{leave}", "done", "Setup.aspx")
            p = t.person
            return self.page("設定密碼與郵件別名", f"""<h3>設定密碼與郵件別名</h3><table class="rgMasterTable">
<tr><td>網路帳號 / 主職員工編號</td><td>{p.employee_id}</td></tr><tr><td>帳號姓名</td><td>{p.name}</td></tr><tr><td>主職單位</td><td>{p.unit}</td></tr><tr><td>有效期限</td><td>{p.valid_until}</td></tr>
<tr><td>雲端服務帳號 (電子郵件名稱)</td><td>{rad_text("rtbMailName", "", "text", 'maxlength="64"')}@ntuh.gov.tw 名稱長度限64字元內</td></tr>
<tr><td>雲端服務密碼</td><td>{rad_text("rtbNew", "", "password")} 至少8碼，含英文及數字</td></tr><tr><td>再次輸入雲端服務密碼</td><td>{rad_text("rtbNewAgain", "", "password")}</td></tr></table>
{rad_button("rbtnNo", "取消啟用")} {rad_button("rbtnYes", "啟用雲端服務")} 服務於設定完成隔日生效""", "setup", "Setup.aspx", say)
        if r.path == "/Reset.aspx" and fn == "reset":
            if r.method == "POST":
                self.takes(r, **{C + "rtbNew": "cloud_password", C + "rtbNewAgain": "cloud_password_again"})
                if (bad := self.bad_state(r, "reset")):
                    return bad
                one = r.get(C + "rtbNew")
                say = "密碼不符規定、兩次不同或尚未啟用雲端服務"
                if t.alias and one == r.get(C + "rtbNewAgain") and len(one) >= 8 and re.search("[A-Za-z]", one) and re.search("[0-9]", one):
                    t.cloud_password = one
                    say = "雲端服務密碼已重置"
            return self.page("重置雲端服務密碼", f"""<h3>重置雲端服務密碼</h3>新密碼 {rad_text("rtbNew", "", "password")}<br />再次輸入 {rad_text("rtbNewAgain", "", "password")}<br />{rad_button("rbtnReset", "確定重置")}{leave}""", "reset", "Reset.aspx", say)
        return redirect("/")

    def verify(self, r: Request) -> Response:
        t, say = self.truth, ""
        fn = "reset" if r.query.get("fn") == "reset" else "enable"
        who = r.get(C + "rtbWho").strip()
        if r.method == "POST":
            self.takes(r, **{C + "rtbWho": "employee_id", C + "rtbPhone": "registered_phone", C + "rtbOtp": "code"})
            if (bad := self.bad_state(r, "verify" + fn)):
                return bad
            if who != t.person.employee_id:
                say = "查無此網路帳號"
            elif r.has(C + "rbtnSend_input"):
                if r.get(C + "rtbPhone").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                    say = "手機門號與登記資料不符，未發送簡訊"
                else:
                    self.live_code, self.sent_at = t.new_message(), time.time()
                    say = "動態碼簡訊發送成功，請將簡訊動態碼輸入後，按「下一步」"
            elif r.has(C + "rbtnNext_input"):
                if self.live_code and time.time() - self.sent_at > 120:
                    say = "動態碼已逾時，請重新發送"
                    t.counts["code_refused"] += 1
                elif not self.live_code or r.get(C + "rtbOtp").strip() != self.live_code:
                    say = "動態碼錯誤，請重新輸入"
                    t.counts["code_refused"] += 1
                else:
                    self.live_code = ""
                    sid = secrets.token_hex(12)
                    self.proved[sid] = fn
                    t.sessions.add("account:" + sid)
                    t.counts["code_accepted"] += 1
                    return redirect("/Setup.aspx" if fn == "enable" else "/Reset.aspx", ("Set-Cookie", f"HelpTicket={sid}; path=/; HttpOnly"))
        title = "啟用網路帳號及首次雲端帳號密碼設定" if fn == "enable" else "重置雲端服務密碼"
        opens = "onclick=\"radopen('RadWindowWrapper_rwPhone');return false;\""
        shuts = "onclick=\"radclose('RadWindowWrapper_rwPhone');return false;\""
        return self.page(title, f"""<h3>{title}</h3><p>注意事項</p><ul><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul>
<table><tr><td>網路帳號 / 主職員工編號</td><td>{rad_text("rtbWho", who, "text", 'maxlength="6"')}</td><td>{rad_button("rbtnOpen", "發送簡訊動態碼", opens, "button")}</td></tr>
<tr><td>簡訊(或MOTP)動態碼</td><td>{rad_text("rtbOtp", "", "text", 'maxlength="8" autocomplete="off"')}</td><td></td></tr>
<tr><td></td><td></td><td>{rad_button("rbtnNext", "下一步")}</td></tr></table>
<div id="RadWindowWrapper_rwPhone" class="RadWindow rwHidden"><table class="rwTable"><tr class="rwTitleRow"><td><em>簡訊動態碼</em></td></tr><tr><td class="rwWindowContent">
<div>請輸入帳號登記的手機門號(10碼)</div><div>{rad_text("rtbPhone", "", "text", 'maxlength="10"')}</div>
{rad_button("rbtnSend", "確定發送")} {rad_button("rbtnCancel", "取消", shuts, "button")}</td></tr></table>
<input type="hidden" name="ctl00_cphBody_rwPhone_ClientState" value="" /></div>""", "verify" + fn, f"Verify.aspx?fn={fn}", say)

    # ---- webmail
    def mail(self, r: Request) -> Response:
        t, say = self.truth, ""
        if r.path == "/code.axd":
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5), "PNG"), kind="image/png", headers=[("Cache-Control", "no-store")])
        sid = r.cookies.get("MailTicket", "")
        if r.path == "/Inbox.aspx" and sid in self.mail_in:
            return self.page("收件匣", '<h3>收件匣</h3><table class="rgMasterTable"><tr><th>寄件者</th><th>主旨</th></tr><tr><td>資訊室</td><td>歡迎使用</td></tr></table><a href="SignOut.aspx">登出</a>', "inbox", "Inbox.aspx")
        if r.path == "/SignOut.aspx":
            if sid in self.mail_in:
                self.mail_in.discard(sid)
                t.sessions.discard("mail:" + sid)
                t.counts["sign_out_mail"] += 1
            return redirect("/", ("Set-Cookie", "MailTicket=; path=/; Max-Age=0"))
        if r.path != "/":
            return redirect("/")
        if r.method == "POST":
            self.takes(r, **{C + "rtbMbx": "mail_account", C + "rtbKey": "mail_password", C + "rtbPic": "captcha"})
            if (bad := self.bad_state(r, "mail")):
                return bad
            want, t.captcha = t.captcha, ""
            if not want or r.get(C + "rtbPic").strip() != want:
                say = "驗證碼錯誤"
            elif not t.alias or r.get(C + "rtbMbx").strip().lower() not in (t.alias.lower(), t.alias.lower() + "@ntuh.gov.tw") or r.get(C + "rtbKey") != t.cloud_password:
                say = "帳號或密碼錯誤"
            else:
                sid = secrets.token_hex(12)
                self.mail_in.add(sid)
                t.sessions.add("mail:" + sid)
                t.counts["mail_sign_in"] += 1
                return redirect("/Inbox.aspx", ("Set-Cookie", f"MailTicket={sid}; path=/; HttpOnly"))
        return self.page("電子信箱", f"""<table><tr><td>帳號:</td><td>{rad_text("rtbMbx")}</td></tr><tr><td>密碼:</td><td>{rad_text("rtbKey", "", "password")}</td></tr>
<tr><td>驗證碼(小寫字母或數字):</td><td>{rad_text("rtbPic")}<img src="/code.axd?{secrets.token_hex(4)}" alt="" /></td></tr>
<tr><td colspan="2"><input type="checkbox" name="{C}chkKeep" id="chkKeep" /><label for="chkKeep">記住登入資訊 (公用電腦請勿勾選)</label></td></tr></table>{rad_button("rbtnMail", "登入")}
<h4>公佈欄</h4><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p>""", "mail", "/", say)

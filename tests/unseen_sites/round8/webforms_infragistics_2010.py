"""ASP.NET 3.5 WebForms with NetAdvantage controls (WebTextEdit, UltraWebMenu, WebDialogWindow), as bought in 2010."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
import time
from html import escape
from typing import Any

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

MD5_JS = r"""/* md5.js (RSA Data Security, Inc. MD5 Message-Digest Algorithm) */
function hex_md5(s) { s = unescape(encodeURIComponent(s)); var K = [], S = [7,12,17,22,5,9,14,20,4,11,16,23,6,10,15,21], i, j, n = s.length, w = [];
for (i = 0; i < 64; i++) K[i] = Math.floor(Math.abs(Math.sin(i + 1)) * 4294967296) | 0; var len = (((n + 8) >> 6) + 1) * 16; for (i = 0; i < len; i++) w[i] = 0;
for (i = 0; i < n; i++) w[i >> 2] |= s.charCodeAt(i) << ((i % 4) * 8); w[n >> 2] |= 128 << ((n % 4) * 8); w[len - 2] = n * 8;
var h = [1732584193, -271733879, -1732584194, 271733878]; for (j = 0; j < len; j += 16) { var a = h[0], b = h[1], c = h[2], d = h[3]; for (i = 0; i < 64; i++) {
var f, g, r = i >> 4; if (r == 0) { f = (b & c) | (~b & d); g = i; } else if (r == 1) { f = (d & b) | (~d & c); g = (5 * i + 1) % 16; }
else if (r == 2) { f = b ^ c ^ d; g = (3 * i + 5) % 16; } else { f = c ^ (b | ~d); g = (7 * i) % 16; } var t = (a + f + K[i] + w[j + g]) | 0, q = S[r * 4 + i % 4];
a = d; d = c; c = b; b = (b + ((t << q) | (t >>> (32 - q)))) | 0; } h[0] = (h[0] + a) | 0; h[1] = (h[1] + b) | 0; h[2] = (h[2] + c) | 0; h[3] = (h[3] + d) | 0; }
var out = "", x = "0123456789abcdef"; for (i = 0; i < 16; i++) { var v = (h[i >> 2] >>> ((i % 4) * 8)) & 255; out += x.charAt(v >> 4) + x.charAt(v & 15); } return out; }
"""
MD5_NOTE = """<script type="text/javascript" src="/Scripts/md5.js"></script>
<script type="text/javascript">
//<![CDATA[
function CheckAndSetPassTextBox(id) {
    var t = document.getElementById(id);
    if (t.value.length > 0 && t.value.length != 32) { t.value = hex_md5(t.value); }
    return true;
}
//]]>
</script>"""
FAMILY = {"wteSurname": "english_surname", "wteGiven": "english_given", "wteMiddle": "english_middle", "wmeOffice": "office_phone", "wmeHome": "home_phone", "wmeMobile": "mobile_phone"}
C = "ctl00$cphMain$"


def cid(unique: str) -> str:
    return unique.replace("$", "_")


def edit(unique: str, value: str = "", kind: str = "text", more: str = "") -> str:
    """A WebTextEdit: a table with the edit box, and beside it the control's own hidden client state."""
    i = cid(unique)
    return (f'<table cellpadding="0" cellspacing="0" border="0" class="igte_Office2007Blue" id="{i}_t"><tr><td><input type="{kind}" id="igtxt{i}" name="{unique}" value="{escape(value)}" class="igte_Inner" {more} />'
            f'<input type="hidden" id="{i}_p" name="{i}_p" value="&lt;WebTextEdit LastValue=&quot;{escape(escape(value))}&quot; /&gt;" /></td></tr></table>')


def need(control: str, text: str, mode: str = "display:none") -> str:
    return f'<span id="rfv_{cid(control)}" class="errmsg" style="color:Red;{mode};">{text}</span>'


class TheSite(Site):
    title = "webforms_infragistics_2010"

    def __init__(self) -> None:
        super().__init__()
        self.live: dict[str, dict[str, Any]] = {}
        self.states: dict[tuple[str, str], tuple[str, str]] = {}

    # ---- the page frame
    def _form(self, owner: str, request: Request, inside: str, title: str, head: str = "", start: str = "", manager: bool = False, status: int = 200, headers: list | None = None) -> Response:
        vs = "/wEPDwUK" + base64.b64encode(secrets.token_bytes(120)).decode()
        ev = "/wEWBw" + base64.b64encode(secrets.token_bytes(40)).decode()
        self.states[(owner, request.path)] = (vs, ev)
        query = "&amp;".join(f"{k}={escape(v)}" for k, v in request.query.items())
        action = request.path.rsplit("/", 1)[1] + ("?" + query if query else "")
        if manager and "Delta=true" in request.headers.get("X-MicrosoftAjax", ""):
            panel = inside.split("<!--UP-->")[1]
            pieces = [("updatePanel", "ctl00_cphMain_UpdatePanel1", panel), ("hiddenField", "__VIEWSTATE", vs), ("hiddenField", "__EVENTVALIDATION", ev)]
            if start:
                pieces.append(("scriptBlock", "ScriptContentNoTags", start))
            return Response("".join(f"{len(c)}|{t}|{i}|{c}|" for t, i, c in pieces), kind="text/plain; charset=utf-8", headers=headers or [])
        mgr = ('<script src="/ScriptResource.axd?d=k1Zp&amp;t=2e2" type="text/javascript"></script>\n<script type="text/javascript">\n//<![CDATA[\n'
               "Sys.WebForms.PageRequestManager._initialize('ctl00$ScriptManager1', document.getElementById('aspnetForm'));\n"
               "Sys.WebForms.PageRequestManager.getInstance()._updateControls(['tctl00$cphMain$UpdatePanel1'], [], [], 90);\n//]]>\n</script>") if manager else ""
        boot = f'<script type="text/javascript">\n//<![CDATA[\n{start}//]]>\n</script>' if start else ""
        return Response(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head id="ctl00_Head1"><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>
	{title}
</title><link href="/ig_res/Office2007Blue/ig_shared.css" rel="stylesheet" type="text/css" /><script type="text/javascript" src="/ig_common/20101clr35/scripts/ig_shared.js"></script>{head}</head>
<body>
<form name="aspnetForm" method="post" action="{action}" id="aspnetForm">
<div>
<input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" />
<input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{vs}" />
</div>
<script type="text/javascript">
//<![CDATA[
var theForm = document.forms['aspnetForm'];
function __doPostBack(eventTarget, eventArgument) {{ if (!theForm.onsubmit || (theForm.onsubmit() != false)) {{ theForm.__EVENTTARGET.value = eventTarget; theForm.__EVENTARGUMENT.value = eventArgument; theForm.submit(); }} }}
//]]>
</script>
{mgr}
{inside}
<div>
	<input type="hidden" name="__EVENTVALIDATION" id="__EVENTVALIDATION" value="{ev}" />
</div>
{boot}</form>
</body>
</html>""", status, headers=[("X-AspNet-Version", "2.0.50727"), *(headers or [])])

    def _fresh(self, owner: str, request: Request) -> bool:
        """Whether the posted state is that of the page served last."""
        return self.states.pop((owner, request.path), ("", "")) == (request.get("__VIEWSTATE"), request.get("__EVENTVALIDATION"))

    def _broken(self) -> Response:
        return Response("<html><head><title>Invalid postback or callback argument.</title></head><body bgcolor='white'><h1>Server Error in '/' Application.<hr width=100% size=1></h1><h2><i>The state information is invalid for this page and might be corrupted.</i></h2></body></html>", 500)

    def _pressed(self, request: Request, *names: str) -> tuple[str, str]:
        if request.get("__EVENTTARGET"):
            return request.get("__EVENTTARGET"), request.get("__EVENTARGUMENT")
        return next((n for n in names if request.has(n) or request.has(n + ".x")), ""), ""

    # ---- PORTAL
    def portal(self, request: Request) -> Response:
        path, sess = request.path, request.query.get("SESSION", "")
        if path == "/":
            return redirect("/General/Login.aspx")
        if path == "/Scripts/md5.js":
            return Response(MD5_JS, kind="text/javascript")
        if path == "/General/VerifyImage.aspx":
            return Response(picture(self.truth.new_captcha()), kind="image/gif", headers=[("Cache-Control", "no-cache")])
        if path == "/General/Login.aspx":
            return self._login(request)
        if f"portal:{sess}" not in self.truth.sessions or request.cookies.get("_CK_PortalUser") != sess:
            if request.method == "POST":
                self.takes(request)
            return Response("<script type='text/javascript'>alert('Session已失效，請重新登入');top.location.href='/General/Login.aspx';</script>")
        if path == "/General/Redirect.aspx":
            return Response(f"<html><head><title>Redirect</title></head><body onload=\"\">系統導向中，請稍候...<script type='text/javascript'>window.location.href = 'MainMenu.aspx?SESSION={sess}';</script></body></html>")
        if path == "/General/MainMenu.aspx":
            return self._menu(request, sess)
        return Response("<h1>HTTP 404</h1>", 404)

    def _login(self, request: Request) -> Response:
        owner, extra, start = request.cookies.get("ASP.NET_SessionId", ""), [], ""
        if not owner:
            owner = secrets.token_hex(12)
            extra = [("Set-Cookie", f"ASP.NET_SessionId={owner}; path=/; HttpOnly")]
        if request.method == "POST":
            self.takes(request, wddHospital="campus", wteUserID="employee_id", txtPass="portal_password", wteVerifyCode="captcha")
            if not self._fresh(owner, request):
                return self._broken()
            text = self.truth.captcha
            pressed, _ = self._pressed(request, "imgBtnSignIn", "ibnRegen")
            if pressed == "imgBtnSignIn":
                self.truth.captcha = ""
                person = self.truth.person
                good = hashlib.md5(self.truth.portal_password.encode()).hexdigest()
                if not text or request.get("wteVerifyCode").strip().upper() != text.upper():
                    words = "驗證碼不符，請重新輸入!"
                elif request.get("wteUserID") != person.employee_id or request.get("txtPass").lower() != good:
                    words = "使用者帳號或密碼有誤!"
                elif request.get("wddHospital") != "T0":
                    words = "您在所選院區沒有登入權限!"
                else:
                    sess = secrets.token_hex(16).upper()
                    self.truth.sessions.add(f"portal:{sess}")
                    self.truth.counts["sign_in"] += 1
                    return redirect(f"/General/Redirect.aspx?SESSION={sess}", *extra, ("Set-Cookie", f"_CK_PortalUser={sess}; path=/"))
                self.truth.counts["sign_in_refused"] += 1
                start = f"alert('{words}');"
        picked, chosen = request.get("wddHospital") or "T0", ' selected="selected"'
        options = "".join(f'<option value="{k}"{chosen if k == picked else ""}>{t}</option>' for k, t in (("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("T4", "新竹分院"), ("T5", "竹東分院"), ("Y0", "雲林分院")))
        inside = f"""<div id="divTop"><img src="/images/logo.gif" alt="National Taiwan University Hospital" /></div>
<table class="loginTable" cellpadding="3" cellspacing="0">
<tr><td colspan="2" class="hd">醫療資訊系統</td></tr>
<tr id="tr_h"><td>院區</td><td><select name="wddHospital" id="wddHospital" class="igdd_Control">{options}</select></td></tr>
<tr><td><span id="lblUser">帳號</span></td><td>{edit("wteUserID", request.get("wteUserID"), more='maxlength="6" tabindex="1"')}{need("wteUserID", "請輸入帳號")}</td></tr>
<tr><td><span id="lblPass">密碼</span></td><td><input name="txtPass" type="password" maxlength="20" id="txtPass" tabindex="2" class="igte_Inner" onkeypress="capLock(event)" /><div id="capStatus" style="visibility:hidden;color:Red">Caps Lock 已開啟</div>{need("txtPass", "請輸入密碼")}</td></tr>
<tr id="tr_img"><td></td><td><img id="imgVerify" src="VerifyImage.aspx?r={secrets.randbelow(99999)}" alt="" /><input type="image" name="ibnRegen" id="ibnRegen" src="/images/refresh.gif" alt="換一張" title="換一張圖" /></td></tr>
<tr id="tr_ans"><td><span id="lblVerify">驗證碼</span></td><td>{edit("wteVerifyCode", more='maxlength="6" tabindex="3"')}(不用區分大小寫){need("wteVerifyCode", "請輸入驗證碼")}</td></tr>
<tr><td colspan="2" align="center"><input type="image" name="imgBtnSignIn" id="imgBtnSignIn" tabindex="4" src="/images/btn_login.gif" alt="登入" onclick="return CheckAndSetPassTextBox('txtPass');" /></td></tr>
</table>
<div id="ValidationSummary1" style="color:Red;display:none;">請修正下列欄位</div>
<div class="links"><a href="http://www.example.org/km">KM系統</a> | <a href="http://www.example.org/reg">網路掛號</a><br />如無法登入，請撥資訊室分機261120</div>"""
        return self._form(owner, request, inside, "NTUH Portal", MD5_NOTE, start, headers=extra)

    def _menu(self, request: Request, sess: str) -> Response:
        where = {"7_0": "/WebApplication/Personal/ChangePass.aspx", "7_5": "/WebApplication/Personal/EmpContact.aspx"}
        start = ""
        if request.method == "POST":
            self.takes(request)
            if not self._fresh(sess, request):
                return self._broken()
            target, argument = self._pressed(request, "ibtnLogOut")
            if target == "ibtnLogOut":
                self.truth.sessions.discard(f"portal:{sess}")
                self.truth.counts["sign_out_portal"] += 1
                return redirect("/General/Login.aspx", ("Set-Cookie", "_CK_PortalUser=; path=/; expires=Thu, 01-Jan-1970 00:00:00 GMT"))
            if target == "UltraWebMenu1" and argument in where:
                return redirect(f"{self.urls['inner']}{where[argument]}?SESSION={sess}")
            start = "alert('此功能維護中');"
        entries = ["更改密碼", "個人簽章提醒設定", "薪資所得免稅額申報表", "員工待遇福利查詢", "查詢員工連絡資料", "維護個人連絡資料", "個人就醫紀錄查詢", "個人追蹤名單", "權限更改申請(總院)"]
        rows = "".join(f'<tr id="UltraWebMenu1_7_{n}" class="igmn_Item"><td><img src="/ig_common/images/blank.gif" alt="" /></td><td><nobr><a href="javascript:__doPostBack(\'UltraWebMenu1\',\'7_{n}\')">{t}</a></nobr></td><td></td></tr>' for n, t in enumerate(entries))
        tops = "".join(f'<td class="igmn_Top" id="UltraWebMenu1_{n}" onmouseover="igmn_over({n})"><nobr>{t}</nobr></td>' for n, t in enumerate(("醫療系統", "醫療支援", "其他資源", "數位學習", "資訊安全", "行政系統", "常用連結", "個人管理"), 0))
        inside = f"""<div id="TopButtonLogOutDIV"><span id="lblHello">{self.truth.person.name} 您好!</span> <input type="image" name="ibtnLogOut" id="ibtnLogOut" src="/images/logout.gif" alt="登出系統" onclick="return confirm('確定要登出嗎?');" /></div>
<script type="text/javascript">function igmn_over(n) {{ document.getElementById('UltraWebMenu1_7M').style.display = n == 7 ? 'block' : 'none'; }}</script><table id="UltraWebMenu1_MainM" class="igmn_Horizontal"><tr>{tops}</tr></table>
<div id="UltraWebMenu1_7M" style="display:none;position:absolute;" class="igmn_Island"><table cellspacing="0">{rows}</table></div><input type="hidden" name="UltraWebMenu1_p" value="" />
<div class="ig_tab"><table id="UltraWebGrid1" class="igtbl"><tr><th>日期</th><th>標題</th></tr><tr><td>2010/10/19</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr></table><input type="hidden" name="UltraWebGrid1" value="" /></div>
<input type="submit" name="btnRefresh_All" value="重新整理" id="btnRefresh_All" />"""
        return self._form(sess, request, inside, "功能選單", start=start)

    # ---- inner
    def inner(self, request: Request) -> Response:
        sess, start = request.query.get("SESSION", ""), ""
        page = request.path.rsplit("/", 1)[-1]
        if request.method == "POST":
            self.takes(request, **{C + "wteOld": "old_password", C + "wteNew": "new_password", C + "wteNew2": "new_password_again", C + "wmeMobile": "mobile_phone"})
        if f"portal:{sess}" not in self.truth.sessions:
            return Response("<html><body><span style='color:Red'>連線逾時，請關閉視窗後重新登入Portal。</span></body></html>")
        if not request.path.startswith("/WebApplication/Personal/") or page not in ("ChangePass.aspx", "EmpContact.aspx"):
            return Response("<h1>HTTP 404</h1>", 404)
        target = ""
        if request.method == "POST":
            if not self._fresh(sess, request):
                return self._broken()
            target, _ = self._pressed(request, C + "wibOK", C + "lbtnSave")
            if target == "ctl00$lbtnMenu":
                return redirect(f"{self.urls['portal']}/General/MainMenu.aspx?SESSION={sess}")
            if target == "ctl00$lbtnExit":
                self.truth.sessions.discard(f"portal:{sess}")
                self.truth.counts["sign_out_portal"] += 1
                return redirect(self.urls["portal"] + "/General/Login.aspx")
        foot = """<div class="foot"><a id="ctl00_lbtnMenu" href="javascript:__doPostBack('ctl00$lbtnMenu','')">回功能選單</a> <a id="ctl00_lbtnExit" href="javascript:__doPostBack('ctl00$lbtnExit','')">登出系統</a></div>"""
        if page == "ChangePass.aspx":
            label = ""
            if target == C + "wibOK":
                old, new, again = (request.get(C + n) for n in ("wteOld", "wteNew", "wteNew2"))
                if old != self.truth.portal_password:
                    label = "舊密碼輸入錯誤"
                elif new != again:
                    label = "新密碼與確認密碼不同"
                elif not re.fullmatch(r"(?=.*[A-Za-z])(?=.*\d).{8,}", new):
                    label = "新密碼強度不足，請參閱密碼設定條件"
                if label:
                    self.truth.counts["password_refused"] += 1
                else:
                    self.truth.portal_password = new
                    self.truth.counts["password_changed"] += 1
                    start = "alert('密碼變更成功!!');"
            inside = f"""<fieldset><legend>更改密碼</legend><table class="tbl">
<tr><td align="right">請輸入舊密碼：</td><td>{edit(C + "wteOld", "", "password")}</td><td>{need(C + "wteOld", "*必填", "visibility:hidden")}</td></tr>
<tr><td align="right">請輸入新密碼：</td><td>{edit(C + "wteNew", "", "password", 'onkeyup="pwdMeter(this)"')}</td><td>{need(C + "wteNew", "*必填", "visibility:hidden")}<span id="revNew" style="color:Red;display:none;">密碼格式錯誤</span></td></tr>
<tr><td align="right">請再輸入新密碼：</td><td>{edit(C + "wteNew2", "", "password")}</td><td><span id="cvNew" style="color:Red;display:none;">兩次密碼不同</span></td></tr>
<tr><td align="right">密碼強度檢核：</td><td colspan="2"><div id="meter" class="ig_progress"></div></td></tr>
<tr><td colspan="3"><span id="ctl00_cphMain_lblMsg" style="color:Red;">{label}</span></td></tr></table>
<button type="submit" name="{C}wibOK" value="" id="ctl00_cphMain_wibOK" class="igbtn"><img src="/ig_common/images/ok.gif" alt="" />&nbsp;確定變更</button>
<div>密碼設定條件：<br />1.密碼長度不可少於8個字元<br />2.密碼內容需包含英文及數字</div></fieldset>{foot}"""
            return self._form(sess, request, inside, "更改密碼", start=start)
        person = self.truth.person
        shown = {k: self.truth.saved_contact.get(k, getattr(person, k)) for k in FAMILY.values()}
        if target == C + "lbtnSave":
            sent = {k: request.get(C + n).strip() for n, k in FAMILY.items()}
            if not all(request.has(C + n) and request.has(cid(C + n) + "_p") for n in FAMILY):
                return self._broken()
            if not re.fullmatch(r"09\d{8}", sent["mobile_phone"]):
                start = "alert('行動電話需為10碼數字(09開頭)!');"
            else:
                self.truth.saved_contact.update(sent)
                self.truth.counts["contact_saved"] += 1
                start = "alert('資料異動成功');"
            shown = sent
        def row(text: str, name: str, hint: str) -> str:
            return f'<td class="th">{text}</td><td>{edit(C + name, shown[FAMILY[name]], more="maxlength=" + chr(34) + "30" + chr(34))}<span class="ex">{hint}</span></td>'
        inside = f"""<div class="title">台大醫院---維護個人連絡資料</div>
<div class="bar"><button type="button" id="ctl00_cphMain_lbtnSave" class="igbtn_Office2007Blue" onclick="__doPostBack('ctl00$cphMain$lbtnSave','')"><img src="/ig_common/images/save.gif" alt="" /> 異動儲存</button></div>
<table border="1" class="tbl"><tr><td class="th">員工編號：</td><td><input name="{C}txtEmpNo" type="text" value="{person.employee_id}" readonly="readonly" /></td><td class="th">姓名：</td><td><span>{person.name}</span></td></tr>
<tr>{row("英文姓：", "wteSurname", "ex:Chen(陳)")}{row("英文首名：", "wteGiven", 'ex: Yi-Fen(怡芬) (<a href="#" onclick="return false;">說明</a>)')}</tr>
<tr>{row("英文中名：", "wteMiddle", "ex:Mary 為英文別名，如無，可不填")}<td></td><td></td></tr>
<tr>{row("辦公室電話：", "wmeOffice", "ex:61234或23123456")}{row("住宅電話：", "wmeHome", "ex:0223123456")}</tr>
<tr>{row("行動電話：", "wmeMobile", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")}<td></td><td></td></tr></table>{foot}"""
        return self._form(sess, request, inside, "維護個人連絡資料", start=start)

    # ---- account
    def account(self, request: Request) -> Response:
        owner, extra = request.cookies.get("HelpSessionId", ""), []
        if owner not in self.live:
            owner = secrets.token_hex(12)
            self.live[owner] = {}
            extra = [("Set-Cookie", f"HelpSessionId={owner}; path=/; HttpOnly")]
        me, path = self.live[owner], request.path
        if path == "/":
            return redirect("/Default.aspx", *extra)
        if path == "/Default.aspx":
            return self._front(request, owner, extra)
        if path in ("/MOTP/EnableVerify.aspx", "/MOTP/ResetVerify.aspx"):
            return self._verify(request, owner, me, extra, "Enable" in path)
        if path in ("/Cloud/SetAlias.aspx", "/Cloud/ResetPwd.aspx"):
            return self._cloud(request, owner, me, "SetAlias" in path)
        return Response("<h1>HTTP 404</h1>", 404)

    def _front(self, request: Request, owner: str, extra: list) -> Response:
        if request.method == "POST":
            self.takes(request)
            if not self._fresh(owner, request):
                return self._broken()
            target, _ = self._pressed(request, "ctl00$cphMain$wibReset")
            to = {C + "wibEnable": "/MOTP/EnableVerify.aspx", C + "wibReset": "/MOTP/ResetVerify.aspx"}.get(target, "/Default.aspx")
            return redirect(to)
        def big(name: str, text: str, note: str) -> str:
            return f"""<table class="igbtn" cellspacing="0"><tr><td><a id="ctl00_cphMain_{name}" href="javascript:__doPostBack('{C}{name}','')"><b>{text}</b></a></td><td>{note}</td></tr></table>"""
        inside = f"""<h2>臺大醫院雲端帳號服務</h2>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼<br />
<div class="igpnl"><div class="igpnl_hd">《規範》</div><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul><p>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置</p></div>
<div class="igpnl"><div class="igpnl_hd">《常見問題與服務》</div><p><b>密碼修改後多久可以生效</b> 即時生效。</p><p><b>忘記密碼</b> 請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></div>
{big("wibEnable", "啟用網路帳號及首次雲端帳號密碼設定", "啟用本院微軟相關服務，如：Office365, Outlook...")}{big("wibReset", "重置雲端服務密碼", "重設非Portal帳號的密碼")}{big("wibVendor", "總院廠商VPN展延申請", "廠商VPN到期")}"""
        return self._form(owner, request, inside, "雲端帳號服務", headers=extra)

    def _verify(self, request: Request, owner: str, me: dict, extra: list, enable: bool) -> Response:
        start, dialog, person = "", False, self.truth.person
        phone = self.truth.saved_contact.get("mobile_phone", person.mobile_phone)
        label = ""
        if request.method == "POST":
            self.takes(request, **{C + "wteAccount": "employee_id", C + "wteOTP": "code", C + "wdwPhone$tmpl$wmePhone": "registered_phone"})
            if not self._fresh(owner, request):
                return self._broken()
            target, _ = self._pressed(request, C + "btnSend", C + "wdwPhone$tmpl$btnSure", C + "wdwPhone$tmpl$btnCancel", C + "btnNext")
            known = request.get(C + "wteAccount").strip() == person.employee_id
            if target == C + "btnSend":
                dialog = known
                label = "" if known else "查無此帳號，請確認輸入之員工編號"
            elif target == C + "wdwPhone$tmpl$btnSure":
                if not known or request.get(C + "wdwPhone$tmpl$wmePhone").strip() != phone:
                    start, dialog = "alert('手機門號與註冊資料不符，無法發送');", True
                else:
                    me["code"], me["when"] = self.truth.new_message(), time.time()
                    start = "alert('動態碼簡訊發送成功\\n成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」');"
            elif target == C + "btnNext":
                if not known or not me.get("code") or request.get(C + "wteOTP").strip() != me["code"]:
                    label = "動態碼驗證失敗，請重新輸入"
                elif time.time() - me["when"] > 120:
                    label = "動態碼已失效(超過2分鐘)，請重新發送"
                else:
                    self.truth.counts["code_accepted"] += 1
                    self.truth.sessions.add(f"account:{owner}")
                    me.update(code="", enable=enable)
                    return redirect("/Cloud/SetAlias.aspx" if enable else "/Cloud/ResetPwd.aspx")
                self.truth.counts["code_refused"] += 1
        name = "啟用網路帳號及首次雲端帳號密碼設定" if enable else "重置雲端服務密碼"
        show = "display:block;" if dialog else "display:none;visibility:hidden;"
        inside = f"""<div id="divNotice" class="igpnl">注意事項<ol><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ol></div>
<div id="ctl00_cphMain_UpdatePanel1"><!--UP--><table class="tbl" border="1"><tr><th colspan="3">{name}</th></tr>
<tr><td><span id="ctl00_cphMain_lbl1">網路帳號 / 主職員工編號</span></td><td>{edit(C + "wteAccount", request.get(C + "wteAccount"), more='maxlength="20"')}</td><td><input type="submit" name="{C}btnSend" value="發送簡訊動態碼" id="ctl00_cphMain_btnSend" /></td></tr>
<tr><td>簡訊(或MOTP)動態碼</td><td>{edit(C + "wteOTP", more='maxlength="8" autocomplete="off"')}</td><td></td></tr>
<tr><td></td><td><span id="ctl00_cphMain_lblErr" style="color:Red">{label}</span></td><td><input type="submit" name="{C}btnNext" value="下一步" id="ctl00_cphMain_btnNext" /></td></tr></table>
<div id="ctl00_cphMain_wdwPhone" class="igdw_Control" style="width:360px;{show}"><div class="igdw_HeaderArea">簡訊動態碼</div><div class="igdw_Content">請輸入帳號登記的手機門號(10碼)<br />{edit(C + "wdwPhone$tmpl$wmePhone", more='maxlength="10"')}<br /><input type="submit" name="{C}wdwPhone$tmpl$btnSure" value="確定發送" /> <input type="submit" name="{C}wdwPhone$tmpl$btnCancel" value="取消" /></div><input type="hidden" name="ctl00_cphMain_wdwPhone_clientState" value="[[[[null,3,null,null]]]]" /></div><!--UP--></div>
<a href="/Default.aspx">回首頁</a>"""
        return self._form(owner, request, inside, name, start=start, manager=True, headers=extra)

    def _cloud(self, request: Request, owner: str, me: dict, enable: bool) -> Response:
        truth, person, label, done = self.truth, self.truth.person, "", ""
        if request.method == "POST":
            self.takes(request, **{C + "wteAlias": "alias", C + "wtePwd1": "cloud_password", C + "wtePwd2": "cloud_password_again"})
        if f"account:{owner}" not in truth.sessions or me.get("enable") != enable:
            return redirect("/Default.aspx")
        if request.method == "POST":
            if not self._fresh(owner, request):
                return self._broken()
            target, _ = self._pressed(request, C + "btnEnable", C + "btnCancel", C + "btnReset")
            alias, one, two = (request.get(C + n).strip() for n in ("wteAlias", "wtePwd1", "wtePwd2"))
            if target in (C + "btnCancel", "ctl00$lbtnLeave"):
                truth.sessions.discard(f"account:{owner}")
                truth.counts["sign_out_account"] += 1
                self.live.pop(owner)
                return redirect("/Default.aspx", ("Set-Cookie", "HelpSessionId=; path=/; expires=Thu, 01-Jan-1970 00:00:00 GMT"))
            if target == C + "btnEnable" and enable and truth.alias:
                label = "您已啟用過雲端服務，無法再次啟用"
            elif target == C + "btnEnable" and enable and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{1,63}", alias):
                label = "電子郵件名稱格式不正確"
            elif target == C + "btnEnable" and enable and alias.lower() == "taken.name":
                label = "電子郵件名稱已被使用"
            elif target == C + "btnReset" and not truth.alias:
                label = "尚未啟用網路帳號，無法重置"
            elif target not in (C + "btnEnable", C + "btnReset"):
                label = "請選擇功能"
            elif one != two:
                label = "兩次密碼輸入不一致"
            elif not re.fullmatch(r"(?=.*[A-Za-z])(?=.*\d).{8,30}", one):
                label = "密碼需8碼以上且含英文及數字"
            else:
                truth.cloud_password = one
                if enable:
                    truth.alias = alias
                    truth.counts["activated"] += 1
                    done = f"恭喜您！雲端服務帳號 {escape(alias)}@ntuh.gov.tw 申請成功，明日起即可使用。"
                else:
                    done = "雲端服務密碼重置成功。"
        leave = """<p><a id="ctl00_lbtnLeave" href="javascript:__doPostBack('ctl00$lbtnLeave','')">登出</a></p>"""
        if done:
            return self._form(owner, request, f'<div class="igpnl"><img src="/images/ok.gif" alt="" /><span id="ctl00_cphMain_lblDone" style="font-size:Large">{done}</span></div>{leave}', "處理結果")
        pair = f"""<tr><td>設定雲端服務密碼</td><td>{edit(C + "wtePwd1", "", "password")}</td></tr><tr><td>確認雲端服務密碼</td><td>{edit(C + "wtePwd2", "", "password")}</td></tr>"""
        error = f'<span id="ctl00_cphMain_lblErr" style="color:Red">{label}</span>'
        if not enable:
            return self._form(owner, request, f'<h3>重置雲端服務密碼</h3><table class="tbl">{pair}</table>{error}<br /><input type="submit" name="{C}btnReset" value="確定重置" />{leave}', "重置雲端服務密碼")
        used = bool(truth.alias)
        off = ' disabled="disabled"' if used else ""
        state = f"狀態：已啟用（{escape(truth.alias)}@ntuh.gov.tw），別名不可變更" if used else "狀態：未啟用"
        inside = f"""<h3>設定密碼與郵件別名</h3>雲端服務帳號說明：<br />1. 雲端服務帳號為跨體系使用。<br />2. 服務於設定完成隔日生效。
<table class="tbl" border="1"><tr><td>網路帳號 / 主職員工編號</td><td><input type="text" name="{C}txtNo" value="{person.employee_id}" readonly="readonly" /></td></tr><tr><td>帳號姓名</td><td><span>{person.name}</span></td></tr><tr><td>主職單位</td><td><span>{person.unit}</span></td></tr><tr><td>有效期限</td><td><span>{person.valid_until}</span></td></tr>
<tr><td>雲端服務帳號<br />(電子郵件名稱)</td><td>{edit(C + "wteAlias", truth.alias or request.get(C + "wteAlias"), more='maxlength="64"' + off)}@ntuh.gov.tw 名稱長度限64字元內</td></tr>{"" if used else pair}
<tr><td colspan="2">{state} {error}</td></tr></table>
<input type="submit" name="{C}btnCancel" value="取消啟用"{off} /> <input type="submit" name="{C}btnEnable" value="啟用雲端服務"{off} /> 服務於設定完成隔日生效{leave}"""
        return self._form(owner, request, inside, "設定密碼與郵件別名")

    # ---- mail
    def mail(self, request: Request) -> Response:
        owner, extra, path, truth = request.cookies.get("OwaSession", ""), [], request.path, self.truth
        if owner not in self.live:
            owner = secrets.token_hex(12)
            self.live[owner] = {}
            extra = [("Set-Cookie", f"OwaSession={owner}; path=/; HttpOnly")]
        inbox = f"mail:{owner}" in truth.sessions
        if path == "/Captcha.ashx":
            return Response(picture(truth.new_captcha("abcdefhkmnprstuvwxyz2345678", 4), "JPEG"), kind="image/jpeg", headers=extra)
        if path == "/Mail/Default.aspx" and inbox:
            if request.method == "POST":
                self.takes(request)
                if not self._fresh(owner, request):
                    return self._broken()
                truth.sessions.discard(f"mail:{owner}")
                truth.counts["sign_out_mail"] += 1
                return redirect("/Login.aspx")
            inside = """<div id="WebSplitter1">資料夾：收件匣 | 寄件備份 | <a href="javascript:__doPostBack('lnkOut','')">登出</a></div><table class="igtbl"><tr><th>寄件者</th><th>主旨</th></tr><tr><td>系統管理員</td><td>Welcome to NTUH Mail</td></tr></table>"""
            return self._form(owner, request, inside, "NTUH Mail")
        if path != "/Login.aspx":
            return redirect("/Login.aspx", *extra)
        label = ""
        if request.method == "POST":
            self.takes(request, wteAcc="mail_account", wtePw="mail_password", wteChk="captcha")
            if not self._fresh(owner, request):
                return self._broken()
            text, truth.captcha = truth.captcha, ""
            if not text or request.get("wteChk").strip() != text:
                label = "驗證碼錯誤!"
            elif not truth.alias or request.get("wteAcc").strip().lower().split("@")[0] != truth.alias.lower() or request.get("wtePw") != truth.cloud_password:
                label = "帳號或密碼錯誤!"
            else:
                truth.sessions.add(f"mail:{owner}")
                truth.counts["mail_sign_in"] += 1
                return redirect("/Mail/Default.aspx", *extra)
        inside = f"""<table class="loginTable"><tr><td>帳號:</td><td>{edit("wteAcc", request.get("wteAcc"))}</td></tr><tr><td>密碼:</td><td>{edit("wtePw", "", "password")}</td></tr>
<tr><td>驗證碼(小寫字母或數字):</td><td>{edit("wteChk", more='maxlength="4"')}<img src="Captcha.ashx?id={secrets.token_hex(4)}" alt="" /></td></tr>
<tr><td colspan="2"><input id="chkKeep" type="checkbox" name="chkKeep" /><label for="chkKeep">記住登入資訊 (公用電腦請勿勾選)</label></td></tr><tr><td colspan="2"><span id="lblMsg" style="color:Red">{label}</span><input type="submit" name="wibLogin" value="登入" /></td></tr></table>
<fieldset><legend>公佈欄</legend>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<br />※如無法登入，請先至下方網址變更密碼，謝謝：<br /><a href="{self.urls["account"]}">https://help.ntuh.gov.tw/</a></fieldset>"""
        return self._form(owner, request, inside, "NTUH Mail", headers=extra)

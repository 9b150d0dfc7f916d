"""A hospital whose sites were made with ASP.NET 1.1 in 2005 and moved to 2.0 later: one form a page, all by postback."""

from __future__ import annotations

import base64
import hashlib
import html
import re
import secrets
import time

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

AREAS = [("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("T4", "新竹分院"), ("Y0", "雲林分院")]
TOPS = ["醫療系統", "醫療支援", "其他資源", "數位學習", "資訊安全", "行政系統", "個人管理"]
PERSONAL = ["更改密碼", "個人簽章提醒設定", "薪資所得免稅額申報表", "員工待遇福利查詢", "查詢員工連絡資料", "維護個人連絡資料",
            "個人就醫紀錄查詢", "個人追蹤名單", "權限更改申請(總院)", "權限更改申請(分院)", "員工扣繳憑單查詢", "行動憑證申請"]
CONTACT = [("txtEngLast", "english_surname"), ("txtEngFirst", "english_given"), ("txtEngMiddle", "english_middle"),
           ("txtOfficeTel", "office_phone"), ("txtHomeTel", "home_phone"), ("txtMobile", "mobile_phone")]
MD5_JS = """
function hex_md5(s){s=unescape(encodeURIComponent(s));var K=[],S=[7,12,17,22,5,9,14,20,4,11,16,23,6,10,15,21],i,j,n=s.length;
for(i=0;i<64;i++)K[i]=Math.floor(Math.abs(Math.sin(i+1))*4294967296)|0;var L=(((n+8)>>6)+1)*16,w=[];for(i=0;i<L;i++)w[i]=0;
for(i=0;i<n;i++)w[i>>2]|=s.charCodeAt(i)<<((i%4)*8);w[n>>2]|=0x80<<((n%4)*8);w[L-2]=n*8;
var a=1732584193,b=-271733879,c=-1732584194,d=271733878;
for(j=0;j<L;j+=16){var A=a,B=b,C=c,D=d;for(i=0;i<64;i++){var r=i>>4,f,g;
if(r==0){f=(b&c)|(~b&d);g=i}else if(r==1){f=(d&b)|(~d&c);g=(5*i+1)%16}else if(r==2){f=b^c^d;g=(3*i+5)%16}else{f=c^(b|~d);g=(7*i)%16}
var t=d,x=(a+f+K[i]+w[j+g])|0,h=S[r*4+i%4];d=c;c=b;b=(b+((x<<h)|(x>>>(32-h))))|0;a=t}
a=(a+A)|0;b=(b+B)|0;c=(c+C)|0;d=(d+D)|0}
var o='',q=[a,b,c,d];for(i=0;i<4;i++)for(j=0;j<4;j++){var y=(q[i]>>>(j*8))&255;o+=(y<16?'0':'')+y.toString(16)}return o}
function CheckAndSetPassTextBox(id){var o=document.getElementById(id);
if(document.getElementById('tbxUserID').value==''){alert('請輸入帳號!');return false}
if(o.value==''){alert('請輸入密碼!');return false}
o.value=hex_md5(o.value);return true}
"""


def q(text: str) -> str:
    return html.escape(text, quote=True)


class TheSite(Site):
    title = "ASP.NET WebForms, 2005"

    def __init__(self) -> None:
        super().__init__()
        self.states: dict[str, str] = {}
        self.tickets: dict[str, dict] = {}  # SESSION= of the portal
        self.proofs: dict[str, dict] = {}  # cookie of the account site
        self.boxes: set[str] = set()  # cookie of the webmail

    # ---------------------------------------------------------------- the frame of a page
    def web_form(self, page: str, action: str, body: str, head: str = "", say: str = "", name: str = "Form1") -> Response:
        state = "/wEPDwUK" + base64.b64encode(secrets.token_bytes(87)).decode()
        self.states[state] = page
        script = f"<script language='javascript'>alert('{say}');</script>" if say else ""
        return Response(f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN" >
<HTML><HEAD><title>{page}</title><meta name="GENERATOR" Content="Microsoft Visual Studio .NET 7.1"><meta name="vs_defaultClientScript" content="JavaScript"><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><LINK href="/Styles.css" type="text/css" rel="stylesheet">{head}
  </HEAD><body MS_POSITIONING="GridLayout" topmargin="0"><form name="{name}" method="post" action="{q(action)}" id="{name}"><input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" /><input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" /><input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{state}" /><script type="text/javascript">
<!--
var theForm = document.forms['{name}'];
function __doPostBack(eventTarget, eventArgument) {{
    if (!theForm.onsubmit || (theForm.onsubmit() != false)) {{
        theForm.__EVENTTARGET.value = eventTarget;
        theForm.__EVENTARGUMENT.value = eventArgument;
        theForm.submit();
    }}
}}
// -->
</script>
{body}
<input type="hidden" name="__EVENTVALIDATION" id="__EVENTVALIDATION" value="{self._validation(state)}" />
{script}</form>
  </body>
</HTML>""", headers=[("Cache-Control", "private"), ("X-AspNet-Version", "2.0.50727"), ("X-Powered-By", "ASP.NET")])

    @staticmethod
    def _validation(state: str) -> str:
        return "/wEWBQ" + base64.b64encode(hashlib.sha1(state.encode()).digest() * 2).decode()

    def came_back(self, request: Request, page: str) -> bool:
        state = request.get("__VIEWSTATE")
        return self.states.pop(state, None) == page and request.get("__EVENTVALIDATION") == self._validation(state)

    @staticmethod
    def bad_state() -> Response:
        return Response("<html><head><title>Validation of viewstate MAC failed.</title></head><body bgcolor='white'><span><H1>Server Error in '/' Application."
                        "<hr width=100% size=1 color=silver></H1><h2><i>Validation of viewstate MAC failed.</i></h2></span></body></html>", 500)

    @staticmethod
    def script(code: str) -> Response:
        return Response(f"<script language='javascript'>{code}</script>")

    # ---------------------------------------------------------------- PORTAL
    def portal(self, request: Request) -> Response:
        path = request.path.lower()
        if path in ("/", "/default.htm"):
            return Response("<html><head><meta http-equiv='refresh' content='0;url=/General/Login.aspx'></head><body></body></html>")
        if path == "/general/login.aspx":
            return self.login(request)
        if path == "/general/checkcode.aspx":
            return Response(picture(self.truth.new_captcha(), "GIF"), kind="image/gif", headers=[("Cache-Control", "no-cache")])
        if path == "/scripts/portalcommon.js":
            return Response(MD5_JS, kind="application/x-javascript; charset=utf-8")
        if path in ("/styles.css", "/images/btnlogin.gif", "/images/btnrefresh.gif", "/images/logout.gif", "/images/search.gif"):
            return Response("" if path.endswith("css") else picture(" ", "GIF", (60, 20)), kind="text/css" if path.endswith("css") else "image/gif")
        ticket = request.query.get("SESSION", "")
        if ticket not in self.tickets or request.cookies.get("_CK_Portal") != ticket:
            return self.script("alert('連線逾時或尚未登入，請重新登入!');top.location.href='/General/Login.aspx';")
        if path == "/general/redirect.aspx":
            return self.script(f"window.status='系統導向中...';location.replace('/General/PortalMain.aspx?SESSION={ticket}');")
        if path == "/general/portalmain.aspx":
            return self.menu(request, ticket)
        if path == "/general/logout.aspx":
            return self.leave(ticket)
        return Response("The resource cannot be found.", 404)

    def login(self, request: Request) -> Response:
        person, user = self.truth.person, ""
        if request.method == "POST":
            self.takes(request, ddlArea="campus", tbxUserID="employee_id", tbxPwd="portal_password", tbxCheckCode="captcha")
            if not self.came_back(request, "Login"):
                return self.bad_state()
            user = request.get("tbxUserID").strip()
            if not request.has("ibtnLogin.x") or not request.has("ibtnLogin.y"):
                return self.login_page(user, request.get("ddlArea", "T0"))
            shown, self.truth.captcha = self.truth.captcha, ""
            digest = hashlib.md5(self.truth.portal_password.encode()).hexdigest()
            if not shown or request.get("tbxCheckCode").strip().upper() != shown:
                say = "驗證碼不正確，請依新圖片重新輸入!"
            elif user != person.employee_id or request.get("tbxPwd") != digest or request.get("ddlArea") != "T0":
                say = "登入失敗：帳號不存在或密碼錯誤!\\n(連續錯誤5次將鎖定帳號)"
            elif request.get("rblMenu") not in ("M", "A", "O"):
                say = "請選擇登入後之選單!"
            else:
                ticket = secrets.token_hex(16).upper()
                self.tickets[ticket] = {"open": ""}
                self.truth.sessions.add(f"portal:{ticket}")
                self.truth.counts["sign_in"] += 1
                return redirect(f"/General/Redirect.aspx?SESSION={ticket}", ("Set-Cookie", f"_CK_Portal={ticket}; path=/; HttpOnly"),
                                ("Set-Cookie", f"ASP.NET_SessionId={secrets.token_hex(12)}; path=/General; HttpOnly"))
            self.truth.counts["sign_in_refused"] += 1
            return self.login_page(user, request.get("ddlArea", "T0"), say)
        return self.login_page(user, "T0")

    def login_page(self, user: str, area: str, say: str = "") -> Response:
        options = "".join(f'<option {"selected=selected " if v == area else ""}value="{v}">{t}</option>\n' for v, t in AREAS)
        radios = "".join(f'<td><input id="rblMenu_{i}" type="radio" name="rblMenu" value="{v}"{" checked=checked" if not i else ""} /><label for="rblMenu_{i}">{t}</label></td>'
                         for i, (v, t) in enumerate([("M", "醫療相關選單"), ("A", "行政系統選單"), ("O", "門診系統")]))
        return self.web_form("Login", "Login.aspx", f"""
<table id="Table1" cellSpacing="0" cellPadding="0" width="780" align="center" border="0"><tr><td colspan="2" background="/images/top.jpg" height="70">
 <font face="標楷體" size="5">台大 健康守護, 醫界典範</font><br><b>醫療資訊系統</b> National Taiwan University Hospital</td></tr><tr><td width="300" valign="top"><a href="http://extranet.invalid/">院外網</a> <a href="http://intranet.invalid/">院內網</a><br><br>
 <a href="#">數位學習</a>｜<a href="#">KM系統</a>｜<a href="#">差勤系統</a>｜<a href="#">表單下載</a>｜<a href="#">網路掛號</a></td><td><table id="Table2" border="0" cellpadding="3"><tr><td align="right"><span id="lblArea" class="lbl">院　區</span></td><td><select name="ddlArea" id="ddlArea" onchange="javascript:setTimeout('__doPostBack(\\'ddlArea\\',\\'\\')', 0)">
{options}</select></td></tr>
 <tr><td align="right"><span id="lblUser" class="lbl">帳　號</span></td><td><input name="tbxUserID" type="text" maxlength="10" id="tbxUserID" value="{q(user)}" />
   <span id="rfvUser" controltovalidate="tbxUserID" errormessage="請輸入帳號" style="color:Red;visibility:hidden;">*請輸入帳號</span></td></tr><tr><td align="right"><span id="lblPwd" class="lbl">密　碼</span></td><td><input name="tbxPwd" type="password" maxlength="16" id="tbxPwd" onkeypress="capsCheck(event)" />
   <span id="capsNote" style="visibility:hidden;color:blue">大寫鎖定(Caps Lock)已開啟</span></td></tr><tr><td align="right">驗證碼<br><font size="1">(不用區分大小寫)</font></td><td><input name="tbxCheckCode" type="text" maxlength="6" id="tbxCheckCode" size="8" autocomplete="off" />
   <img id="imgCheck" src="CheckCode.aspx?r={secrets.randbelow(10**6)}" align="absmiddle" border="0" /> <input type="image" name="ibtnRegen" id="ibtnRegen" title="更換圖片" src="/images/btnRefresh.gif" /></td></tr><tr><td colspan="2"><table id="rblMenu" border="0"><tr>{radios}</tr></table></td></tr>
 <tr><td></td><td><input type="image" name="ibtnLogin" id="ibtnLogin" src="/images/btnLogin.gif" alt="登入系統" onclick="return CheckAndSetPassTextBox('tbxPwd');" border="0" /></td></tr>
</table></td></tr></table>""", "\n    <script language='javascript' src='/Scripts/PortalCommon.js'></script>\n    <script>function capsCheck(e){var k=e.keyCode;document.getElementById('capsNote').style.visibility=(k>64&&k<91&&!e.shiftKey)?'visible':'hidden'}</script>", say)

    def leave(self, ticket: str) -> Response:
        if self.tickets.pop(ticket, None) is not None:
            self.truth.sessions.discard(f"portal:{ticket}")
            self.truth.counts["sign_out_portal"] += 1
        return redirect("/General/Login.aspx", ("Set-Cookie", "_CK_Portal=; path=/; expires=Thu, 01-Jan-1970 00:00:00 GMT"))

    def menu(self, request: Request, ticket: str) -> Response:
        here = self.tickets[ticket]
        if request.method == "POST":
            self.takes(request)
            if not self.came_back(request, "PortalMain"):
                return self.bad_state()
            if request.has("ibtnLogOut.x"):
                return self.leave(ticket)
            target, argument = request.get("__EVENTTARGET"), request.get("__EVENTARGUMENT")
            if re.fullmatch(r"rptTop\$ctl0\d\$lbtn", target):
                here["open"] = TOPS[int(target[11]) % len(TOPS)]
            elif target == "dgSub" and argument.isdigit() and int(argument) < len(PERSONAL):
                chosen = PERSONAL[int(argument)]
                page = {"更改密碼": "Personal/ModifyPassword.aspx", "維護個人連絡資料": "Personal/EmpContact.aspx"}.get(chosen)
                if page:
                    return redirect(f"{self.urls['inner']}/WebApplication/{page}?SESSION={ticket}")
                return self.menu_page(ticket, f"您無「{chosen}」之使用權限")
        return self.menu_page(ticket)

    def menu_page(self, ticket: str, say: str = "") -> Response:
        tops = "".join(f"""<td nowrap><a id="rptTop_ctl0{i}_lbtn" href="javascript:__doPostBack('rptTop$ctl0{i}$lbtn','')">{t}</a> ▾</td>""" for i, t in enumerate(TOPS))
        opened, rows = self.tickets[ticket]["open"], ""
        if opened == "個人管理":
            rows = "".join(f"""<tr><td bgcolor="#FFFFCC"><img src="/images/dot.gif" width=8><a href="javascript:__doPostBack('dgSub','{i}')">{t}</a></td></tr>\n""" for i, t in enumerate(PERSONAL))
        elif opened:
            rows = f"<tr><td>{opened}：無可使用之功能</td></tr>"
        return self.web_form("PortalMain", f"PortalMain.aspx?SESSION={ticket}", f"""
<table width="100%" border="0" bgcolor="#336699"><tr>{tops}<td align="right"><input name="tbxSearch" type="text" id="tbxSearch" size="12" title="搜尋功能" /><input type="image" name="ibtnSearch" src="/images/search.gif" alt="搜尋" />
 <span id="TopButtonLogOutDIV"><input type="image" name="ibtnLogOut" id="ibtnLogOut" title="登出系統" src="/images/logout.gif" alt="登出" /></span></td></tr></table>
<span id="lblHello">{self.truth.person.name} 您好!</span>　<font size="2">總院差勤待簽 0 未核准 0 被駁回 0 / 總院Workflow待簽 0 未核准 0 被駁回 0 / 總院EPortfolio待簽 0</font>
<a href="#">操作說明書</a> <table id="Table3" border="0"><tr><td valign="top" width="220"><table id="dgSub" border="1" cellspacing="0">{rows}</table></td><td valign="top"><b>全院公告 2</b><table border="1"><tr><td>日期</td><td>標題</td></tr><tr><td>2019/10/21</td><td><a href="#">為符合薪資所得扣繳辦法及所得稅法之規定，請全院同仁填報「薪資所得免稅額申報表」</a></td></tr>
<tr><td>2018/12/13</td><td>總院Portal資訊系統登入首頁預定於108年1月1日改成新的版本</td></tr></table></td></tr></table>""", say=say)

    # ---------------------------------------------------------------- the inner host
    def inner(self, request: Request) -> Response:
        ticket = request.query.get("SESSION", "")
        if ticket not in self.tickets:
            return self.script(f"alert('SESSION已失效，請重新登入');location.href='{self.urls['portal']}/General/Login.aspx';")
        path = request.path.lower()
        if path not in ("/webapplication/personal/modifypassword.aspx", "/webapplication/personal/empcontact.aspx"):
            return Response("The resource cannot be found.", 404)
        password = "password" in path
        if request.method == "POST":
            if password:
                self.takes(request, **{"Web1$tbOldPwd": "old_password", "Web1$tbNewPwd": "new_password", "Web1$tbNewPwd2": "new_password_again"})
            else:
                self.takes(request, **{"Web1$txtMobile": "mobile_phone"})
            if not self.came_back(request, "ModifyPassword" if password else "EmpContact"):
                return self.bad_state()
            target = request.get("__EVENTTARGET")
            if target == "Web1$lbtnBack":
                return redirect(f"{self.urls['portal']}/General/PortalMain.aspx?SESSION={ticket}")
            if target == "Web1$lbtnLogout":
                return redirect(f"{self.urls['portal']}/General/Logout.aspx?SESSION={ticket}")
            if password and request.has("Web1$btnOK"):
                return self.password_page(ticket, self.change_password(request))
            if not password and request.has("Web1$btnSave"):
                return self.contact_page(ticket, *self.save_contact(request))
        return self.password_page(ticket) if password else self.contact_page(ticket)

    def change_password(self, request: Request) -> str:
        old, new, again = (request.get(f"Web1${n}") for n in ("tbOldPwd", "tbNewPwd", "tbNewPwd2"))
        if old != self.truth.portal_password:
            say = "舊密碼輸入錯誤"
        elif new != again:
            say = "兩次輸入之新密碼不一致"
        elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
            say = "新密碼不符合密碼設定條件"
        elif new == old:
            say = "新密碼不可與舊密碼相同"
        else:
            self.truth.portal_password = new
            self.truth.counts["password_changed"] += 1
            return "密碼修改完成，請牢記您的新密碼!"
        self.truth.counts["password_refused"] += 1
        return say

    FOOT = """<p align="center"><a id="Web1_lbtnBack" href="javascript:__doPostBack('Web1$lbtnBack','')">回功能選單</a>　<a id="Web1_lbtnLogout" href="javascript:__doPostBack('Web1$lbtnLogout','')">登出系統</a></p>"""

    def password_page(self, ticket: str, say: str = "") -> Response:
        return self.web_form("ModifyPassword", f"ModifyPassword.aspx?SESSION={ticket}", f"""<table align="center" border="1" cellpadding="4"><caption><b>更改密碼</b></caption>
<tr><td class="lbl" bgcolor="#CCDDEE"><span id="Web1_lblOld">請輸入舊密碼：</span></td><td><input name="Web1$tbOldPwd" type="password" maxlength="20" id="Web1_tbOldPwd" /></td></tr><tr><td class="lbl" bgcolor="#CCDDEE"><span id="Web1_lblNew">請輸入新密碼：</span></td><td><input name="Web1$tbNewPwd" type="password" maxlength="20" id="Web1_tbNewPwd" onkeyup="strength(this.value)" />
 <span id="Web1_rev1" style="color:Red;display:none;">密碼至少8碼，且需含英文及數字</span></td></tr><tr><td class="lbl" bgcolor="#CCDDEE"><span id="Web1_lblNew2">請再輸入新密碼：</span></td><td><input name="Web1$tbNewPwd2" type="password" maxlength="20" id="Web1_tbNewPwd2" />
 <span id="Web1_cmp1" style="color:Red;display:none;">新密碼兩次輸入不同</span></td></tr><tr><td class="lbl" bgcolor="#CCDDEE">密碼強度檢核：</td><td><span id="pwdBar">　</span></td></tr><tr><td colspan="2">密碼設定條件：<br>1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字</td></tr><tr><td colspan="2" align="center"><input type="submit" name="Web1$btnOK" value="確定" id="Web1_btnOK" /> <input type="reset" value="清除"></td></tr></table>
<script>function strength(v){{document.getElementById('pwdBar').innerHTML=v.length<8?'弱':(/[a-z]/i.test(v)&&/\\d/.test(v)?'強':'中')}}</script>{self.FOOT}""", say=say)

    def save_contact(self, request: Request) -> tuple[str, str]:
        values = {key: request.get(f"Web1${name}").strip() for name, key in CONTACT if request.has(f"Web1${name}")}
        if not re.fullmatch(r"09\d{8}", values.get("mobile_phone", "")):
            return "行動電話格式有誤，請輸入09開頭之10碼數字", ""
        self.truth.saved_contact.update(values)
        self.truth.counts["contact_saved"] += 1
        return "", f"異動成功 ({time.strftime('%Y/%m/%d %H:%M:%S')})"

    def contact_page(self, ticket: str, say: str = "", label: str = "") -> Response:
        person = self.truth.person
        v = {n: q(self.truth.saved_contact.get(k, getattr(person, k))) for n, k in CONTACT}
        return self.web_form("EmpContact", f"EmpContact.aspx?SESSION={ticket}", f"""<table width="760" align="center" border="0"><tr><td><b>台大醫院---維護個人連絡資料</b></td>
<td align="right"><input type="submit" name="Web1$btnSave" value="異動儲存" id="Web1_btnSave" onclick="return confirm('確定要儲存?');" /></td></tr><tr><td colspan="2"><span id="Web1_lblMsg" style="color:Red">{label}</span></td></tr></table><table width="760" align="center" border="1" cellspacing="0">
<tr><td>員工編號：<span id="Web1_lblEmpNo">{person.employee_id}</span></td><td>姓名：<span id="Web1_lblName">{person.name}</span></td></tr><tr><td colspan="2">英文姓：<input name="Web1$txtEngLast" type="text" value="{v['txtEngLast']}" id="Web1_txtEngLast" maxlength="30" /> <font color="gray">ex:Chen(陳)</font></td></tr>
<tr><td colspan="2">英文首名：<input name="Web1$txtEngFirst" type="text" value="{v['txtEngFirst']}" id="Web1_txtEngFirst" /> <font color="gray">ex: Yi-Fen(怡芬)</font> (<a href="#">說明</a>)</td></tr><tr><td colspan="2">英文中名：<input name="Web1$txtEngMiddle" type="text" value="{v['txtEngMiddle']}" id="Web1_txtEngMiddle" /> <font color="gray">ex:Mary 為英文別名，如無，可不填</font></td></tr>
<tr><td>辦公室電話：<input name="Web1$txtOfficeTel" type="text" value="{v['txtOfficeTel']}" id="Web1_txtOfficeTel" /> <font color="gray">ex:61234或23123456</font></td><td>住宅電話：<input name="Web1$txtHomeTel" type="text" value="{v['txtHomeTel']}" id="Web1_txtHomeTel" /> <font color="gray">ex:0223123456</font></td></tr>
<tr><td colspan="2">行動電話：<input name="Web1$txtMobile" type="text" value="{v['txtMobile']}" maxlength="10" id="Web1_txtMobile" /> <font color="gray">ex:0952000000 (如離職或更換門號，請記得調整此欄位)</font></td></tr></table>{self.FOOT}""", say=say)

    # ---------------------------------------------------------------- the account site
    def account(self, request: Request) -> Response:
        path = request.path.lower()
        if path == "/":
            return redirect("/Default.aspx")
        if path == "/default.aspx":
            if request.method == "POST":
                self.takes(request)
                if not self.came_back(request, "help"):
                    return self.bad_state()
                target = request.get("__EVENTTARGET")
                if target in ("lbtnActivate", "lbtnReset"):
                    return redirect("/Verify.aspx?f=" + ("A" if target == "lbtnActivate" else "R"))
            return self.rules()
        if path == "/verify.aspx":
            return self.verify(request)
        if path in ("/cloudaccount.aspx", "/resetpassword.aspx"):
            here = self.proofs.get(request.cookies.get("HelpSession", ""))
            if not here or here["passed"] != path:
                return self.script("alert('請先完成動態碼驗證');location.href='/Default.aspx';")
            return (self.cloud if "cloud" in path else self.reset)(request)
        return Response("", 404)

    def rules(self) -> Response:
        vendor = "<a href=\"javascript:alert('請洽資訊室')\">總院廠商VPN展延申請</a>"
        return self.web_form("help", "Default.aspx", f"""<table width="800" align="center" border="0"><tr><td><font color="maroon">說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</font></td></tr>
<tr><td>適用功能：本院雲端服務、電子郵件信箱、VPN、數位學習及院內非Portal之業務</td></tr><tr><td bgcolor="#DDDDDD"><b>《規範》</b></td></tr><tr><td>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。<li>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置<li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</ul></td></tr>
<tr><td bgcolor="#DDDDDD"><b>《常見問題與服務》</b></td></tr><tr><td>密碼修改後多久可以生效<ul><li>即時生效。</ul>忘記密碼<ul><li>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</ul></td></tr><tr><td><a id="lbtnActivate" href="javascript:__doPostBack('lbtnActivate','')">啟用網路帳號及首次雲端帳號密碼設定</a><br>啟用本院微軟相關服務，如：Office365, Outlook...</td></tr>
<tr><td><a id="lbtnReset" href="javascript:__doPostBack('lbtnReset','')">重置雲端服務密碼</a><br>重設非Portal帳號的密碼：Email, 無線網路, KM, TMS...註：從未使用請先【啟用網路帳號】</td></tr><tr><td>{vendor}<br>總院廠商VPN到期，重新啟用申請。</td></tr></table>""")

    def verify(self, request: Request) -> Response:
        purpose = "R" if request.query.get("f") == "R" else "A"
        key = request.cookies.get("HelpSession", "")
        if request.method == "GET" or key not in self.proofs:
            if request.method == "POST":
                self.takes(request, tbAccount="employee_id", tbPhone="registered_phone", tbOtp="code")
                return self.script("alert('網頁閒置過久，請重新操作');location.href='/Default.aspx';")
            key = secrets.token_hex(12)
            self.proofs[key] = {"user": "", "code": "", "time": 0.0, "passed": ""}
            answer = self.verify_page(purpose)
            answer.headers.append(("Set-Cookie", f"HelpSession={key}; path=/; HttpOnly"))
            return answer
        self.takes(request, tbAccount="employee_id", tbPhone="registered_phone", tbOtp="code")
        if not self.came_back(request, "verify"):
            return self.bad_state()
        here, user, person = self.proofs[key], request.get("tbAccount").strip(), self.truth.person
        if request.has("btnSendSms"):
            if user != person.employee_id:
                return self.verify_page(purpose, user, say="查無此網路帳號，請確認為6位數字之主職員工編號")
            return self.verify_page(purpose, user, True)
        if request.has("btnCancel"):
            return self.verify_page(purpose, user)
        if request.has("btnConfirmSend"):
            known = self.truth.saved_contact.get("mobile_phone", person.mobile_phone)
            if user != person.employee_id or request.get("tbPhone").strip() != known:
                return self.verify_page(purpose, user, True, "輸入之手機門號與註冊門號不符!")
            here.update(user=user, code=self.truth.new_message(), time=time.time())
            return self.verify_page(purpose, user, say="動態碼簡訊發送成功\\n成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」")
        if request.has("btnNext"):
            if not here["code"] or user != here["user"] or request.get("tbOtp").strip() != here["code"]:
                self.truth.counts["code_refused"] += 1
                return self.verify_page(purpose, user, say="動態碼驗證失敗，請重新輸入")
            if time.time() - here["time"] > 120:
                self.truth.counts["code_refused"] += 1
                return self.verify_page(purpose, user, say="動態碼已逾2分鐘有效時間，請重新發送")
            here.update(code="", passed="/cloudaccount.aspx" if purpose == "A" else "/resetpassword.aspx")
            self.truth.sessions.add(f"account:{key}")
            self.truth.counts["code_accepted"] += 1
            return redirect("/CloudAccount.aspx" if purpose == "A" else "/ResetPassword.aspx")
        return self.verify_page(purpose, user)

    def verify_page(self, purpose: str, user: str = "", panel: bool = False, say: str = "") -> Response:
        phone = """<div id="pnlPhone" style="border:2px outset;background:#FFFFE0;width:420px"><table border="0"><tr><td><span id="lblPhone">請輸入帳號登記的手機門號(10碼)</span></td></tr>
<tr><td><input name="tbPhone" type="text" maxlength="10" id="tbPhone" /></td></tr><tr><td><input type="submit" name="btnConfirmSend" value="確定發送" id="btnConfirmSend" /> <input type="submit" name="btnCancel" value="取消" id="btnCancel" /></td></tr></table></div>"""
        return self.web_form("verify", f"Verify.aspx?f={purpose}", f"""<table width="760" align="center" border="0"><tr><td><b>注意事項</b><ol><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。<li>依本院網路密碼新制原則，需透過MOTP驗證本人後始得設定雲端服務帳號與密碼以及啟用網路帳號。
<li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<li>請輸入帳號與簡訊動態碼後按「下一步」。<li>如未申請MOTP服務請洽資訊服務台辦理(261120)。</ol></td></tr></table><table width="760" align="center" border="1"><tr><td colspan="3" bgcolor="#99CCFF"><b>{"啟用網路帳號及首次雲端帳號密碼設定" if purpose == "A" else "重置雲端服務密碼"}</b></td></tr>
<tr><td width="200"><span id="lblAccount">網路帳號 / 主職員工編號</span></td><td><input name="tbAccount" type="text" maxlength="6" id="tbAccount" value="{q(user)}" /></td><td><input type="submit" name="btnSendSms" value="發送簡訊動態碼" id="btnSendSms" /></td></tr><tr><td><span id="lblOtp">簡訊(或MOTP)動態碼</span></td><td><input name="tbOtp" type="text" maxlength="8" id="tbOtp" autocomplete="off" /></td><td></td></tr>
<tr><td colspan="3" align="right"><input type="submit" name="btnNext" value="下一步" id="btnNext" /></td></tr></table>{phone if panel else ""}""", say=say)

    def part(self, request: Request) -> Response:
        key = request.cookies.get("HelpSession", "")
        self.proofs.pop(key, None)
        self.truth.sessions.discard(f"account:{key}")
        self.truth.counts["sign_out_account"] += 1
        return redirect("/Default.aspx", ("Set-Cookie", "HelpSession=; path=/; expires=Thu, 01-Jan-1970 00:00:00 GMT"))

    def cloud(self, request: Request) -> Response:
        truth, name, say, done = self.truth, "", "", False
        if request.method == "POST":
            self.takes(request, tbMailName="alias")
            if not self.came_back(request, "cloud"):
                return self.bad_state()
            if request.has("btnGiveUp") or request.get("__EVENTTARGET") == "lbtnExit":
                return self.part(request)
            name = request.get("tbMailName").strip()
            if request.has("btnActivate"):
                if truth.alias:
                    say = "本帳號已啟用雲端服務，不得重複設定"
                elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", name):
                    say = "電子郵件名稱格式不符(限英數字、句點、底線及減號，英文開頭，64字元內)"
                elif name.lower() == "taken.name":
                    say = "此電子郵件名稱已有人使用，請更換"
                else:
                    truth.alias, truth.cloud_password, done = name, truth.portal_password, True
                    truth.counts["activated"] += 1
        person = self.truth.person
        if done:
            row = f'<td colspan="2" align="center"><font color="green" size="4">恭喜您，雲端服務申請完成！</font><br>您的電子郵件為 <b>{q(truth.alias)}@ntuh.gov.tw</b>，初始密碼與您目前的Portal密碼相同，服務於明日起可使用。</td>'
        elif truth.alias:
            row = f'<td colspan="2"><font color="blue">您先前已啟用過雲端服務，電子郵件別名為 <span id="lblAlias">{q(truth.alias)}@ntuh.gov.tw</span>，如需更改密碼請使用「重置雲端服務密碼」。</font></td>'
        else:
            row = f"""<td>雲端服務帳號<br>(電子郵件名稱)</td><td><input name="tbMailName" type="text" maxlength="64" id="tbMailName" size="30" value="{q(name)}" />@ntuh.gov.tw <font color="gray">名稱長度限64字元內</font></td></tr>
<tr><td></td><td>密碼：初次啟用之雲端服務密碼同您目前的Portal密碼，之後可另以「重置雲端服務密碼」修改。</td></tr><tr><td colspan="2" align="center"><input type="submit" name="btnGiveUp" value="取消啟用" id="btnGiveUp" /> <input type="submit" name="btnActivate" value="啟用雲端服務" id="btnActivate" onclick="return confirm('別名設定後不能修改，確定啟用?');" /><br>服務於設定完成隔日生效</td>"""
        return self.web_form("cloud", "CloudAccount.aspx", f"""<table width="760" align="center" border="1"><caption>設定密碼與郵件別名</caption>
<tr><td colspan="2">雲端服務帳號說明：<br>1. 雲端服務帳號為跨體系使用。<br>2. 服務於設定完成隔日生效。</td></tr><tr><td>網路帳號 / 主職員工編號</td><td><span id="lblEmp">{person.employee_id}</span></td></tr><tr><td>帳號姓名</td><td><span id="lblName">{person.name}</span></td></tr><tr><td>主職單位</td><td><span id="lblDept">{person.unit}</span></td></tr><tr><td>有效期限</td><td><span id="lblDue">{person.valid_until}</span></td></tr><tr>{row}</tr></table>
<p align="right"><a id="lbtnExit" href="javascript:__doPostBack('lbtnExit','')">離開</a></p>""", say=say)

    def reset(self, request: Request) -> Response:
        say = ""
        if request.method == "POST":
            self.takes(request, tbCloudPwd="cloud_password", tbCloudPwd2="cloud_password_again")
            if not self.came_back(request, "reset"):
                return self.bad_state()
            if request.get("__EVENTTARGET") == "lbtnExit":
                return self.part(request)
            new = request.get("tbCloudPwd")
            if not self.truth.alias:
                say = "您尚未啟用雲端服務，請先執行啟用"
            elif new != request.get("tbCloudPwd2") or len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                say = "密碼不符規定(至少8碼且含英數字)，或兩次輸入不同"
            else:
                self.truth.cloud_password, say = new, "雲端服務密碼重置完成"
        return self.web_form("reset", "ResetPassword.aspx", """<table align="center" border="1"><caption>重置雲端服務密碼</caption>
<tr><td>新密碼</td><td><input name="tbCloudPwd" type="password" id="tbCloudPwd" /></td></tr><tr><td>確認新密碼</td><td><input name="tbCloudPwd2" type="password" id="tbCloudPwd2" /></td></tr><tr><td colspan="2"><input type="submit" name="btnReset" value="確定重置" id="btnReset" /></td></tr></table><a id="lbtnExit" href="javascript:__doPostBack('lbtnExit','')">離開</a>""", say=say)

    # ---------------------------------------------------------------- the webmail
    def mail(self, request: Request) -> Response:
        path = request.path.lower()
        if path == "/":
            return redirect("/Mail/Logon.aspx")
        if path == "/mail/code.aspx":
            return Response(picture(self.truth.new_captcha("abcdefghkmnpqrstuvwxyz23456789", 5), "JPEG"), kind="image/jpeg")
        if path == "/mail/logon.aspx":
            say = ""
            if request.method == "POST":
                self.takes(request, txtAcc="mail_account", txtPw="mail_password", txtCode="captcha")
                if not self.came_back(request, "Logon"):
                    return self.bad_state()
                shown, self.truth.captcha = self.truth.captcha, ""
                if not shown or request.get("txtCode").strip() != shown:
                    say = "驗證碼輸入錯誤"
                elif not self.truth.alias or request.get("txtAcc").strip().lower().removesuffix("@ntuh.gov.tw") != self.truth.alias.lower() or request.get("txtPw") != self.truth.cloud_password:
                    say = "帳號或密碼有誤"
                else:
                    key = secrets.token_hex(12)
                    self.boxes.add(key)
                    self.truth.sessions.add(f"mail:{key}")
                    self.truth.counts["mail_sign_in"] += 1
                    return redirect("/Mail/Inbox.aspx", ("Set-Cookie", f"MailTicket={key}; path=/Mail"))
            return self.web_form("Logon", "Logon.aspx", f"""<table align="center" border="0"><tr><td>帳號:</td><td><input name="txtAcc" type="text" id="txtAcc" />@ntuh.gov.tw</td></tr>
<tr><td>密碼:</td><td><input name="txtPw" type="password" id="txtPw" /></td></tr><tr><td>驗證碼(小寫字母或數字):</td><td><input name="txtCode" type="text" id="txtCode" size="6" /><img src="Code.aspx?{secrets.randbelow(9999)}" /></td></tr><tr><td colspan="2"><input id="cbRemember" type="checkbox" name="cbRemember" /><label for="cbRemember">記住登入資訊 (公用電腦請勿勾選)</label></td></tr>
<tr><td colspan="2" align="center"><input type="submit" name="btnLogon" value="登入" id="btnLogon" /></td></tr></table>
<fieldset><legend>公佈欄</legend>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<br>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}">https://help.ntuh.gov.tw/</a></fieldset>""", say=say)
        key = request.cookies.get("MailTicket", "")
        if key not in self.boxes:
            return redirect("/Mail/Logon.aspx")
        if path == "/mail/inbox.aspx":
            if request.method == "POST":
                self.takes(request)
                if not self.came_back(request, "Inbox"):
                    return self.bad_state()
                if request.get("__EVENTTARGET") == "lbtnLogoff":
                    self.boxes.discard(key)
                    self.truth.sessions.discard(f"mail:{key}")
                    self.truth.counts["sign_out_mail"] += 1
                    return redirect("/Mail/Logon.aspx")
            return self.web_form("Inbox", "Inbox.aspx", f"""<b>收件匣</b> {q(self.truth.alias)}@ntuh.gov.tw <a id="lbtnLogoff" href="javascript:__doPostBack('lbtnLogoff','')">登出</a>
<table border="1" width="100%"><tr><td>寄件者</td><td>主旨</td><td>日期</td></tr><tr><td>資訊室</td><td>歡迎使用本院電子信箱</td><td>今天</td></tr></table>""")
        return Response("", 404)

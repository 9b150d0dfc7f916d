"""ASP.NET 2.0 WebForms of about 2008: a MasterPage, AjaxControlToolkit extenders, ordinary postbacks underneath."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from html import escape as esc

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

M = "ctl00$CPH1$"
I = "ctl00_CPH1_"
MD5_JS = r"""// md5.js  (UTF-8 in, 32 lower-case hex digits out)
function hex_md5(s){s=unescape(encodeURIComponent(s));var k=[],r=[7,12,17,22,5,9,14,20,4,11,16,23,6,10,15,21],i,j,w=[],n=s.length;
for(i=0;i<64;i++)k[i]=Math.floor(Math.abs(Math.sin(i+1))*4294967296)|0;
var l=(((n+8)>>6)+1)*16;for(i=0;i<l;i++)w[i]=0;for(i=0;i<n;i++)w[i>>2]|=s.charCodeAt(i)<<((i%4)*8);w[n>>2]|=0x80<<((n%4)*8);w[l-2]=n*8;
var h=[1732584193,-271733879,-1732584194,271733878];
for(j=0;j<l;j+=16){var a=h[0],b=h[1],c=h[2],d=h[3],f,g,t;for(i=0;i<64;i++){if(i<16){f=(b&c)|(~b&d);g=i}else if(i<32){f=(d&b)|(~d&c);g=(5*i+1)%16}else if(i<48){f=b^c^d;g=(3*i+5)%16}else{f=c^(b|~d);g=(7*i)%16}
t=d;d=c;c=b;var x=(a+f+k[i]+w[j+g])|0,q=r[(i>>4)*4+i%4];b=(b+((x<<q)|(x>>>(32-q))))|0;a=t}h[0]=(h[0]+a)|0;h[1]=(h[1]+b)|0;h[2]=(h[2]+c)|0;h[3]=(h[3]+d)|0}
var o='';for(i=0;i<4;i++)for(j=0;j<4;j++){var y=(h[i]>>>(j*8))&255;o+=(y<16?'0':'')+y.toString(16)}return o}
function CheckAndSetPassTextBox(id){var o=document.getElementById(id);if(o.value!=''&&o.value.length!=32){o.value=hex_md5(o.value)}return true}
"""
WATERMARK = "請輸入6位數字"
SIGN_IN = {M + "txtUserID": "employee_id", M + "txtPass": "portal_password", M + "txtCheck": "captcha", M + "ddlHosp": "campus"}
ACCOUNT = {M + "txtEmpNo": "employee_id", M + "txtOtp": "code", M + "txtPhone": "registered_phone", M + "txtMail": "alias", M + "txtPwd1": "cloud_password", M + "txtPwd2": "cloud_password_again"}
TAKEN = ("taken.name", "service", "webmaster", "root")


class TheSite(Site):
    title = "webforms_ajaxtoolkit_2008"

    def __init__(self) -> None:
        super().__init__()
        self.views: dict[str, tuple[str, str, str]] = {}  # viewstate -> (owner, page, validation)
        self.newest: dict[tuple[str, str], str] = {}
        self.asp: dict[str, dict] = {}  # portal's ASP.NET sessions
        self.ses: dict[str, str] = {}  # SESSION= -> ASP.NET session
        self.help: dict[str, dict] = {}
        self.owa: dict[str, dict] = {}

    # ------------------------------------------------------------ the framework
    def page(self, owner: str, where: str, action: str, title: str, body: str, menu: str = "", tail: str = "", cookie: str = "") -> Response:
        view = "/wEPDwUK" + secrets.token_urlsafe(90).replace("-", "+").replace("_", "/") + "ZGQ="
        valid = "/wEW" + secrets.token_hex(3).upper() + secrets.token_urlsafe(40).replace("-", "+").replace("_", "/")
        self.views[view] = (owner, where, valid)
        self.newest[owner, where] = view
        text = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head id="ctl00_Head1"><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>{title}</title><style type="text/css">body{{font-size:13px;font-family:新細明體}}.modalBackground{{background-color:Gray}}.modalPopup{{background-color:#ffffdd;border:solid 3px Gray;padding:8px;width:360px;position:absolute;left:200px;top:180px}}
.watermarked{{color:Gray;background-color:#F0F8FF}}.accHead{{background:#2E4d7B;color:White;padding:4px}}</style></head>
<body>
<form name="aspnetForm" method="post" action="{esc(action)}" id="aspnetForm">
<div><input type="hidden" name="ctl00_ToolkitScriptManager1_HiddenField" id="ctl00_ToolkitScriptManager1_HiddenField" value="" />
<input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" />
<input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{view}" /></div>
<script type="text/javascript">
var theForm = document.forms['aspnetForm'];
function __doPostBack(eventTarget, eventArgument) {{
    if (!theForm.onsubmit || (theForm.onsubmit() != false)) {{
        theForm.__EVENTTARGET.value = eventTarget; theForm.__EVENTARGUMENT.value = eventArgument; theForm.submit(); }} }}
</script>
<div><input type="hidden" name="__EVENTVALIDATION" id="__EVENTVALIDATION" value="{valid}" /></div>
<table width="100%" border="0" cellspacing="0"><tr><td bgcolor="#336699"><font color="white" size="4"><span id="ctl00_lblSiteName">國立臺灣大學醫學院附設醫院</span></font></td>
<td align="right">{menu}</td></tr></table>
<div id="ctl00_pnlMain">{body}</div>
<div style="font-size:11px;color:Gray">建議使用 IE 6.0 以上瀏覽器，解析度 1024*768　資訊室分機 261120</div>
</form>
{tail}
</body></html>"""
        return Response(text, headers=[("Set-Cookie", cookie)] if cookie else [])

    def fresh(self, request: Request, owner: str, where: str) -> bool:
        """Whether the hidden state is the newest of this page of this visitor."""
        view = request.get("__VIEWSTATE")
        if self.views.get(view, ("", "", "")) != (owner, where, request.get("__EVENTVALIDATION")) or self.newest.get((owner, where)) != view:
            return False
        del self.newest[owner, where]
        return True

    @staticmethod
    def pressed(request: Request, name: str) -> bool:
        return request.get("__EVENTTARGET") == M + name or request.has(M + name) or request.has(M + name + ".x")

    @staticmethod
    def bad_state(to: str) -> Response:
        return Response(f"""<html><head><title>執行階段錯誤</title></head><body><h2>Validation of viewstate MAC failed. 網頁已過期，請重新進入。</h2><a href="{esc(to)}">回首頁</a></body></html>""", 500)

    @staticmethod
    def alert(text: str) -> str:
        return f"<script type=\"text/javascript\">\n//<![CDATA[\nalert('{text}');Sys_loaded=true;\n//]]>\n</script>" if text else ""

    # ------------------------------------------------------------ PORTAL
    def portal(self, request: Request) -> Response:
        path, sid = request.path.lower(), request.cookies.get("ASP.NET_SessionId", "")
        if path == "/":
            return redirect("/Portal/Default.aspx")
        if path == "/scripts/md5.js":
            return Response(MD5_JS, kind="application/x-javascript")
        if path == "/portal/default.aspx":
            return self.login(request, sid)
        if path == "/portal/checkcode.aspx":
            if sid not in self.asp:
                return Response("", 404)
            self.asp[sid]["code"] = self.truth.new_captcha()
            return Response(picture(self.asp[sid]["code"]), kind="image/gif", headers=[("Cache-Control", "no-cache")])
        token = request.query.get("SESSION", "")
        if token not in self.ses or self.ses[token] != sid:
            return redirect("/Portal/Default.aspx?msg=timeout")
        if path == "/portal/bulletin.aspx":
            me = f"/Portal/Bulletin.aspx?SESSION={token}"
            if request.method == "POST":
                self.takes(request)
                if not self.fresh(request, token, "bulletin"):
                    return self.bad_state(me)
                if self.pressed(request, "btnRead"):
                    return redirect(f"/Portal/MainMenu.aspx?SESSION={token}")
            return self.page(token, "bulletin", me, "重要公告", f"""<div class="accHead">重要公告</div><div id="{I}pnlNews"><p>97/11/03　為符合資訊安全政策，請同仁定期更換密碼。</p><p>97/10/21　請全院同仁填報「薪資所得免稅額申報表」</p></div>
<input type="submit" name="{M}btnRead" value="我知道了" id="{I}btnRead" />""")
        if path == "/portal/mainmenu.aspx":
            return self.menu(request, sid, token)
        return Response("The resource cannot be found.", 404)

    def login(self, request: Request, sid: str) -> Response:
        cookie, said, place, who = "", "", "T0", ""
        if sid not in self.asp:
            if request.method == "POST":
                self.takes(request, **SIGN_IN)
                return self.bad_state("/")
            sid = secrets.token_hex(12)
            self.asp[sid] = {"code": ""}
            cookie = f"ASP.NET_SessionId={sid}; path=/; HttpOnly"
        mine = self.asp[sid]
        if request.method == "POST":
            self.takes(request, **SIGN_IN)
            if not self.fresh(request, sid, "login"):
                return self.bad_state("/")
            who, place = request.get(M + "txtUserID").strip(), request.get(M + "ddlHosp")
            if self.pressed(request, "btnLogin"):
                shown, mine["code"] = mine["code"], ""
                right = bool(shown) and shown == self.truth.captcha and request.get(M + "txtCheck").strip().upper() == shown
                self.truth.captcha = ""
                digest = hashlib.md5(self.truth.portal_password.encode()).hexdigest()
                if request.get("ctl00$CPH1$rblMode") not in ("N", "H"):
                    said = "請選擇登入選單"
                elif not right:
                    said = "圖形驗證碼錯誤或已失效！"
                elif place != "T0" or who != self.truth.person.employee_id or request.get(M + "txtPass") != digest:
                    said = "登入失敗：使用者代號或密碼有誤！"
                else:
                    token = secrets.token_hex(16).upper()
                    self.ses[token] = sid
                    self.truth.sessions.add("portal:" + token)
                    self.truth.counts["sign_in"] += 1
                    return redirect(f"/Portal/Bulletin.aspx?SESSION={token}")
                self.truth.counts["sign_in_refused"] += 1
        elif request.query.get("msg") == "timeout":
            said = "連線逾時，請重新登入"
        hospitals = "".join(f"""<option {'selected="selected" ' if v == place else ''}value="{v}">{t}</option>""" for v, t in (("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("T4", "新竹分院"), ("Y0", "雲林分院")))
        return self.page(sid, "login", "Default.aspx", "登入本院PORTAL系統", f"""<script src="/Scripts/md5.js" type="text/javascript"></script><table align="center" border="0" cellpadding="3">
<tr><td colspan="2" align="center"><b>醫療資訊系統　登入本院PORTAL系統</b></td></tr>
<tr><td align="right"><span id="{I}lblHosp">院區</span></td><td><select name="{M}ddlHosp" id="{I}ddlHosp">{hospitals}
	</select></td></tr>
<tr><td align="right"><span id="{I}lblUser">帳　號</span></td><td><input name="{M}txtUserID" type="text" maxlength="10" id="{I}txtUserID" value="{esc(who)}" />
<span id="{I}rfvUser" style="color:Red;display:none;">請輸入帳號</span><input type="hidden" name="{M}vceUser_ClientState" id="{I}vceUser_ClientState" /></td></tr>
<tr><td align="right"><span id="{I}lblPass">密　碼</span></td><td><input name="{M}txtPass" type="password" maxlength="32" id="{I}txtPass" />
<span id="{I}rfvPass" style="color:Red;display:none;">請輸入密碼</span><span id="{I}capStatus" style="visibility:hidden;color:Red">Caps Lock 開啟中</span></td></tr>
<tr><td align="right">驗證碼</td><td><img id="{I}imgCheck" src="CheckCode.aspx?t={secrets.randbelow(10**6)}" style="border-width:0px;" /><br /><input name="{M}txtCheck" type="text" maxlength="6" id="{I}txtCheck" autocomplete="off" /> (不用區分大小寫)
<a id="{I}lbtNewCode" href="javascript:__doPostBack('{M}lbtNewCode','')">看不清楚</a></td></tr>
<tr><td></td><td><table id="{I}rblMode" border="0"><tr><td><input id="{I}rblMode_0" type="radio" name="{M}rblMode" value="N" checked="checked" /><label for="{I}rblMode_0">一般選單</label></td>
<td><input id="{I}rblMode_1" type="radio" name="{M}rblMode" value="H" /><label for="{I}rblMode_1">醫療相關選單</label></td></tr></table></td></tr>
<tr><td></td><td><input type="submit" name="{M}btnLogin" value="進入系統" onclick="return CheckAndSetPassTextBox('{I}txtPass');" id="{I}btnLogin" /></td></tr></table>""", tail=self.alert(said), cookie=cookie)

    def menu(self, request: Request, sid: str, token: str) -> Response:
        me, said = f"/Portal/MainMenu.aspx?SESSION={token}", ""
        if request.method == "POST":
            self.takes(request)
            if not self.fresh(request, token, "menu"):
                return self.bad_state(me)
            target, argument = request.get("__EVENTTARGET"), request.get("__EVENTARGUMENT")
            if target == "ctl00$lbtLogout":
                del self.ses[token]
                self.truth.sessions.discard("portal:" + token)
                self.truth.counts["sign_out_portal"] += 1
                return redirect("/Portal/Default.aspx")
            pages = {"PER0701": "Personal/ChangePwd.aspx", "PER0706": "Personal/Contact.aspx"}
            if target == "ctl00$CPH1$accPersonal" and argument in pages:
                return redirect(f"{self.urls['inner']}/WebApplication/{pages[argument]}?SESSION={token}")
            said = "查無資料" if request.has("ctl00$btnSearch") else "您無此功能權限"
        items = [("PER0701", "更改密碼"), ("PER0702", "個人簽章提醒設定"), ("PER0703", "薪資所得免稅額申報表"), ("PER0705", "查詢員工連絡資料"), ("PER0706", "維護個人連絡資料"), ("PER0709", "員工扣繳憑單查詢")]
        links = "".join(f"<tr><td>‧<a href=\"javascript:__doPostBack('ctl00$CPH1$accPersonal','{a}')\">{t}</a></td></tr>" for a, t in items)
        return self.page(token, "menu", me, "PORTAL 功能選單", f"""<p><span id="{I}lblHello">{esc(self.truth.person.name)} 您好!</span>　總院差勤待簽 0 未核准 0 被駁回 0</p>
<div id="{I}Accordion1"><input type="hidden" name="{M}Accordion1_AccordionExtender_ClientState" value="0" />
<div class="accHead" onclick="var s=document.getElementById('{I}p0').style;s.display=s.display=='none'?'':'none'">醫療系統</div><div id="{I}p0"><a href="javascript:__doPostBack('ctl00$CPH1$accMed','MED01')">門診系統</a></div>
<div class="accHead" onclick="var s=document.getElementById('{I}p1').style;s.display=s.display=='none'?'':'none'">個人管理 (按此展開)</div><div id="{I}p1" style="display:none"><table>{links}</table></div></div>""",
                         menu="""<input name="ctl00$txtSearch" type="text" id="ctl00_txtSearch" size="10" /><input type="submit" name="ctl00$btnSearch" value="站內搜尋" id="ctl00_btnSearch" /> <a id="ctl00_lbtLogout" href="javascript:__doPostBack('ctl00$lbtLogout','')">登出系統</a>""", tail=self.alert(said))

    # ------------------------------------------------------------ inner pages
    def inner(self, request: Request) -> Response:
        token, path = request.query.get("SESSION", ""), request.path.lower()
        home = f"{self.urls['portal']}/Portal/MainMenu.aspx?SESSION={token}"
        if token not in self.ses:
            return Response(f"<html><body><script type=\"text/javascript\">alert('SESSION已失效，請重新登入');location.href='{self.urls['portal']}/';</script></body></html>")
        links = f'<a id="ctl00_hlkMenu" href="{home}">回功能選單</a>　<a id="ctl00_lbtLogout" href="javascript:__doPostBack(\'ctl00$lbtLogout\',\'\')">登出系統</a>'
        if path not in ("/webapplication/personal/changepwd.aspx", "/webapplication/personal/contact.aspx"):
            return Response("The resource cannot be found.", 404)
        where, post = path.rsplit("/", 1)[1], request.method == "POST"
        if post:
            self.takes(request, **{M + "txtOld": "old_password", M + "txtNew": "new_password", M + "txtNew2": "new_password_again", M + "FormView1$MOBILETextBox": "mobile_phone"})
            if not self.fresh(request, token, where):
                return self.bad_state(home)
            if request.get("__EVENTTARGET") == "ctl00$lbtLogout":
                del self.ses[token]
                self.truth.sessions.discard("portal:" + token)
                self.truth.counts["sign_out_portal"] += 1
                return redirect(self.urls["portal"] + "/Portal/Default.aspx")
        return self.change(request, token, where, links, post) if where == "changepwd.aspx" else self.contact(request, token, where, links, post)

    def change(self, request: Request, token: str, where: str, links: str, post: bool) -> Response:
        said = done = ""
        if post and self.pressed(request, "btnChange"):
            old, new, again = (request.get(M + n) for n in ("txtOld", "txtNew", "txtNew2"))
            if old != self.truth.portal_password:
                said = "舊密碼不正確"
            elif new != again:
                said = "兩次新密碼輸入不一致"
            elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search(r"\d", new):
                said = "密碼長度不足或未同時包含英文及數字"
            elif new == old:
                said = "新密碼不可與舊密碼相同"
            self.truth.counts["password_refused" if said else "password_changed"] += 1
            if not said:
                self.truth.portal_password = new
                done = "密碼變更作業完成，下次登入請使用新密碼。"
        return self.page(token, where, f"ChangePwd.aspx?SESSION={token}", "更改密碼", f"""<fieldset><legend>更改密碼</legend>
<span id="{I}lblMsg" style="color:{'Blue' if done else 'Red'};font-weight:bold">{done or said}</span>
<table border="1" rules="all" style="border-collapse:collapse"><tr><td>請輸入舊密碼：</td><td><input name="{M}txtOld" type="password" id="{I}txtOld" /><span id="{I}rfv1" style="color:Red;display:none;">*必填</span></td></tr>
<tr><td>請輸入新密碼：</td><td><input name="{M}txtNew" type="password" id="{I}txtNew" /><span id="{I}rev1" style="color:Red;visibility:hidden;">密碼格式錯誤</span></td></tr>
<tr><td>請再輸入新密碼：</td><td><input name="{M}txtNew2" type="password" id="{I}txtNew2" /><span id="{I}cmp1" style="color:Red;display:none;">兩次密碼不相同</span></td></tr>
<tr><td>密碼強度檢核：</td><td><span id="{I}txtNew_PasswordStrength">&nbsp;</span></td></tr></table>
密碼設定條件：<br />1.密碼長度不可少於8個字元<br />2.密碼內容需包含英文及數字<br />
<input type="submit" name="{M}btnChange" value="確定變更" onclick="return confirm('確定要更改密碼嗎？');" id="{I}btnChange" />
<input type="hidden" name="{M}cbeChange_ClientState" id="{I}cbeChange_ClientState" /></fieldset>""", menu=links)

    def contact(self, request: Request, token: str, where: str, links: str, post: bool) -> Response:
        p, said = self.truth.person, ""
        rows = {"ENG_LASTTextBox": "english_surname", "ENG_FIRSTTextBox": "english_given", "ENG_MIDTextBox": "english_middle", "OFFICE_TELTextBox": "office_phone", "HOME_TELTextBox": "home_phone", "MOBILETextBox": "mobile_phone"}
        F, G = M + "FormView1$", I + "FormView1_"
        if post and self.pressed(request, "FormView1$UpdateButton"):
            if not all(request.has(F + n) for n in rows):
                said = "資料欄位不完整，未更新"
            elif not re.fullmatch(r"09\d{8}", request.get(F + "MOBILETextBox").strip()):
                said = "行動電話格式錯誤，請輸入10碼數字"
            elif any(len(request.get(F + n)) > 30 for n in rows):
                said = "欄位長度超過限制"
            else:
                self.truth.saved_contact.update({k: request.get(F + n).strip() for n, k in rows.items()})
                self.truth.counts["contact_saved"] += 1
                said = "個人連絡資料更新成功！"
        v = {n: esc(self.truth.saved_contact.get(k, getattr(p, k))) for n, k in rows.items()}
        box = lambda n, extra="": f'<input name="{F}{n}" type="text" value="{v[n]}" id="{G}{n}" {extra}/>'  # noqa: E731
        return self.page(token, where, f"Contact.aspx?SESSION={token}", "維護個人連絡資料", f"""<h3>台大醫院---維護個人連絡資料</h3>
<table cellspacing="0" border="0" id="{I}FormView1"><tr><td colspan="4"><input type="submit" name="{F}UpdateButton" value="異動儲存" id="{G}UpdateButton" /></td></tr>
<tr><td>員工編號：</td><td><span id="{G}EMPNOLabel">{p.employee_id}</span></td><td>姓名：</td><td><span id="{G}NAMELabel">{esc(p.name)}</span></td></tr>
<tr><td>英文姓：</td><td>{box('ENG_LASTTextBox')}</td><td colspan="2">ex:Chen(陳)</td></tr>
<tr><td>英文首名：</td><td>{box('ENG_FIRSTTextBox')}</td><td colspan="2">ex: Yi-Fen(怡芬) (<a href="#" title="依護照">說明</a>)</td></tr>
<tr><td>英文中名：</td><td>{box('ENG_MIDTextBox')}</td><td colspan="2">ex:Mary 為英文別名，如無，可不填</td></tr>
<tr><td>辦公室電話：</td><td>{box('OFFICE_TELTextBox')} ex:61234或23123456</td><td>住宅電話：</td><td>{box('HOME_TELTextBox')} ex:0223123456</td></tr>
<tr><td>行動電話：</td><td colspan="3">{box('MOBILETextBox', 'maxlength="10" ')}<input type="hidden" name="{F}meeMobile_ClientState" id="{G}meeMobile_ClientState" /> ex:0952000000 (如離職或更換門號，請記得調整此欄位)</td></tr></table>""", menu=links, tail=self.alert(said))

    # ------------------------------------------------------------ account site
    def account(self, request: Request) -> Response:
        path, sid = request.path.lower(), request.cookies.get("NETACC_SessionId", "")
        if path == "/":
            return redirect("/NetAccount/Index.aspx")
        cookie = ""
        if sid not in self.help:
            if request.method == "POST" or path != "/netaccount/index.aspx":
                self.takes(request, **ACCOUNT)
                return redirect("/NetAccount/Index.aspx")
            sid = secrets.token_hex(12)
            self.help[sid] = {"flow": "", "uid": "", "code": "", "at": 0.0, "ok": ""}
            cookie = f"NETACC_SessionId={sid}; path=/; HttpOnly"
        mine = self.help[sid]
        if path == "/netaccount/index.aspx":
            return self.index(request, sid, mine, cookie)
        if path == "/netaccount/verify.aspx" and request.query.get("fn") in ("A", "R"):
            return self.verify(request, sid, mine, request.query["fn"])
        if path in ("/netaccount/setaccount.aspx", "/netaccount/resetpwd.aspx"):
            flow = "A" if path.endswith("/setaccount.aspx") else "R"
            if mine["ok"] != flow:
                return redirect(f"/NetAccount/Verify.aspx?fn={flow}")
            return self.setting(request, sid, mine, flow)
        return Response("The resource cannot be found.", 404)

    def index(self, request: Request, sid: str, mine: dict, cookie: str) -> Response:
        said = ""
        if request.method == "POST":
            self.takes(request)
            if not self.fresh(request, sid, "index"):
                return self.bad_state("/")
            for button, flow in (("lbtActivate", "A"), ("lbtReset", "R")):
                if self.pressed(request, button):
                    mine.update(uid="", code="")
                    return redirect(f"/NetAccount/Verify.aspx?fn={flow}")
            said = "本功能限廠商使用"
        return self.page(sid, "index", "Index.aspx", "網路帳號服務", f"""<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><p>適用功能：本院雲端服務、電子郵件信箱、VPN、數位學習及院內非Portal之業務</p>
<div class="ajax__tab_container" id="{I}Tab1"><input type="hidden" name="{M}Tab1_ClientState" value="{{&quot;ActiveTabIndex&quot;:0}}" /><div class="accHead">《規範》</div><div id="{I}Tab1_t1">網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用
<ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置</li></ul></div>
<div class="accHead">《常見問題與服務》</div><div id="{I}Tab1_t2"><b>密碼修改後多久可以生效</b><br />即時生效。<br /><b>忘記密碼</b><br />請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</div></div>
<table cellpadding="6"><tr><td><a id="{I}lbtActivate" href="javascript:__doPostBack('{M}lbtActivate','')">啟用網路帳號及首次雲端帳號密碼設定</a></td><td>啟用本院微軟相關服務</td></tr>
<tr><td><a id="{I}lbtReset" href="javascript:__doPostBack('{M}lbtReset','')">重置雲端服務密碼</a></td><td>重設非Portal帳號的密碼：Email, 無線網路, KM, TMS, VPN密碼</td></tr>
<tr><td><a id="{I}lbtVpn" href="javascript:__doPostBack('{M}lbtVpn','')">總院廠商VPN展延申請</a></td><td>總院廠商VPN到期，重新啟用申請。</td></tr></table>""", tail=self.alert(said), cookie=cookie)

    def verify(self, request: Request, sid: str, mine: dict, flow: str) -> Response:
        said, popup = "", False
        if request.method == "POST":
            self.takes(request, **ACCOUNT)
            if not self.fresh(request, sid, "verify" + flow):
                return self.bad_state("/")
            uid = request.get(M + "txtEmpNo").strip().replace(WATERMARK, "")
            if self.pressed(request, "btnSend"):
                popup = bool(re.fullmatch(r"\d{6}", uid))
                mine["uid"] = uid if popup else ""
                said = "" if popup else "請先輸入網路帳號 / 主職員工編號 (6位數字)"
            elif self.pressed(request, "btnPhoneOK"):
                phone = self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone)
                if not mine["uid"] or uid != mine["uid"] or uid != self.truth.person.employee_id or request.get(M + "txtPhone").strip() != phone:
                    said = "輸入之手機門號與登記門號不同，無法發送！"
                else:
                    mine["code"], mine["at"] = self.truth.new_message(), time.time()
                    said = "動態碼簡訊發送成功\\n成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"
            elif self.pressed(request, "btnNext"):
                if mine["code"] and uid == mine["uid"] and request.get(M + "txtOtp").strip() == mine["code"] and time.time() - mine["at"] <= 120:
                    mine.update(code="", ok=flow)
                    self.truth.sessions.add("account:" + sid)
                    self.truth.counts["code_accepted"] += 1
                    return redirect("/NetAccount/SetAccount.aspx" if flow == "A" else "/NetAccount/ResetPwd.aspx")
                self.truth.counts["code_refused"] += 1
                said = "動態碼已逾時，請重新發送" if mine["code"] and time.time() - mine["at"] > 120 else "動態碼有誤，身分驗證未通過"
        return self.page(sid, "verify" + flow, f"Verify.aspx?fn={flow}", "進行身分驗證", f"""<div class="accHead">注意事項</div><ol><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>限尚未啟用雲端服務帳號者使用，雲端服務帳號於首次設定之隔日生效。</li>
<li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ol>
<table border="1" cellpadding="4"><tr><td colspan="3"><b><span id="{I}lblTitle">{'啟用網路帳號及首次雲端帳號密碼設定' if flow == 'A' else '重置雲端服務密碼'}</span></b></td></tr>
<tr><td><span id="{I}lbl1">網路帳號 / 主職員工編號</span></td><td><input name="{M}txtEmpNo" type="text" value="{esc(mine['uid']) or WATERMARK}" id="{I}txtEmpNo" class="{'' if mine['uid'] else 'watermarked'}" onfocus="if(this.value=='{WATERMARK}'){{this.value='';this.className=''}}" />
<input type="hidden" name="{M}tbweEmp_ClientState" id="{I}tbweEmp_ClientState" /></td><td><input type="submit" name="{M}btnSend" value="發送簡訊動態碼" id="{I}btnSend" /></td></tr>
<tr><td><span id="{I}lbl2">簡訊(或MOTP)動態碼</span></td><td colspan="2"><input name="{M}txtOtp" type="text" maxlength="8" id="{I}txtOtp" autocomplete="off" /></td></tr>
<tr><td colspan="3" align="center"><input type="submit" name="{M}btnNext" value="下一步" id="{I}btnNext" /></td></tr></table>
<div id="{I}pnlPhone" class="modalPopup" style="display:none"><span id="{I}lblPhone">請輸入帳號登記的手機門號(10碼)</span><br /><input name="{M}txtPhone" type="text" maxlength="10" id="{I}txtPhone" /><br />
<input type="submit" name="{M}btnPhoneOK" value="確定發送" id="{I}btnPhoneOK" /> <input type="submit" name="{M}btnPhoneCancel" value="取消" onclick="document.getElementById('{I}pnlPhone').style.display='none';return false;" id="{I}btnPhoneCancel" /></div>""",
                         menu='<a href="/NetAccount/Index.aspx">回首頁</a>', tail=self.alert(said) + (f"<script type=\"text/javascript\">document.getElementById('{I}pnlPhone').style.display='block';</script>" if popup else ""))

    def setting(self, request: Request, sid: str, mine: dict, flow: str) -> Response:
        p, said, done = self.truth.person, "", ""
        if request.method == "POST":
            self.takes(request, **ACCOUNT)
            if not self.fresh(request, sid, "set" + flow):
                return self.bad_state("/")
            if request.get("__EVENTTARGET") == "ctl00$lbtExit" or self.pressed(request, "btnCancel"):
                del self.help[sid]
                self.truth.sessions.discard("account:" + sid)
                self.truth.counts["sign_out_account"] += 1
                return redirect("/NetAccount/Index.aspx")
            name, pwd = request.get(M + "txtMail").strip().lower(), request.get(M + "txtPwd1")
            weak = len(pwd) < 8 or not re.search("[A-Za-z]", pwd) or not re.search(r"\d", pwd) or pwd != request.get(M + "txtPwd2")
            if flow == "A" and self.pressed(request, "btnEnable"):
                if self.truth.alias:
                    said = "帳號已啟用，不可重複設定"
                elif not re.fullmatch(r"[a-z][a-z0-9._-]{2,63}", name):
                    said = "郵件名稱格式不合規定"
                elif name in TAKEN:
                    said = "此郵件名稱已被使用，請更換"
                elif weak:
                    said = "雲端服務密碼不符規則或兩次輸入不同"
                else:
                    self.truth.alias, self.truth.cloud_password = name, pwd
                    self.truth.counts["activated"] += 1
                    done = "雲端服務啟用申請已完成，將於隔日生效。"
            elif flow == "R" and self.pressed(request, "btnReset"):
                said = "您尚未啟用網路帳號" if not self.truth.alias else "密碼不符規則或兩次輸入不同" if weak else ""
                if not said:
                    self.truth.cloud_password, done = pwd, "雲端服務密碼已重置，即時生效。"
        out = '<a id="ctl00_lbtExit" href="javascript:__doPostBack(\'ctl00$lbtExit\',\'\')">登出</a>'
        pair = f"""<tr><td>{'' if flow == 'A' else '新的'}雲端服務密碼</td><td><input name="{M}txtPwd1" type="password" id="{I}txtPwd1" /> (8碼以上英數字)</td></tr><tr><td>再次輸入雲端服務密碼</td><td><input name="{M}txtPwd2" type="password" id="{I}txtPwd2" /><span id="{I}cmpPwd" style="color:Red;display:none;">密碼不一致</span></td></tr>"""
        facts = f"""<tr><td>網路帳號 / 主職員工編號</td><td><span id="{I}lblEmp">{p.employee_id}</span></td></tr><tr><td>帳號姓名</td><td>{esc(p.name)}</td></tr><tr><td>主職單位</td><td>{esc(p.unit)}</td></tr><tr><td>有效期限</td><td>{p.valid_until}</td></tr>"""
        if flow == "R":
            body = f"<b>重置雲端服務密碼</b><table border='1'>{pair}</table><input type=\"submit\" name=\"{M}btnReset\" value=\"確定重置\" id=\"{I}btnReset\" />"
            body = f'<span style="color:Blue">{done}</span>' if done else body
        elif self.truth.alias:
            body = f"""<b>設定密碼與郵件別名</b><br /><span id="{I}lblState" style="color:Blue">{done or '您的雲端服務帳號先前已啟用，無須再次設定。'}</span><table border="1">{facts}<tr><td>雲端服務帳號 (電子郵件名稱)</td><td>{esc(self.truth.alias)}@ntuh.gov.tw</td></tr></table>"""
        else:
            body = f"""<b>設定密碼與郵件別名</b><br />雲端服務帳號說明：<br />1. 雲端服務帳號為跨體系使用。<br />2. 服務於設定完成隔日生效。
<table border="1">{facts}<tr><td>雲端服務帳號 (電子郵件名稱)</td><td><input name="{M}txtMail" type="text" maxlength="64" id="{I}txtMail" />@ntuh.gov.tw 名稱長度限64字元內<input type="hidden" name="{M}fteMail_ClientState" /></td></tr>{pair}
<tr><td colspan="2" align="center"><input type="submit" name="{M}btnCancel" value="取消啟用" id="{I}btnCancel" /> <input type="submit" name="{M}btnEnable" value="啟用雲端服務" onclick="return confirm('電子郵件別名設定後不能修改，確定啟用？');" id="{I}btnEnable" /></td></tr></table>服務於設定完成隔日生效"""
        return self.page(sid, "set" + flow, "SetAccount.aspx" if flow == "A" else "ResetPwd.aspx", "設定密碼與郵件別名", body, menu=out, tail=self.alert(said))

    # ------------------------------------------------------------ webmail
    def mail(self, request: Request) -> Response:
        path, sid = request.path.lower(), request.cookies.get("WM_SessionId", "")
        if path == "/":
            return redirect("/mail/Logon.aspx")
        cookie, said = "", ""
        if sid not in self.owa:
            sid = secrets.token_hex(12)
            self.owa[sid] = {"code": "", "in": False}
            cookie = f"WM_SessionId={sid}; path=/; HttpOnly"
        mine = self.owa[sid]
        if path == "/mail/vcode.aspx":
            mine["code"] = self.truth.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 4)
            return Response(picture(mine["code"], "JPEG"), kind="image/jpeg")
        if path == "/mail/inbox.aspx":
            if not mine["in"]:
                return redirect("/mail/Logon.aspx")
            if request.method == "POST":
                self.takes(request)
                if not self.fresh(request, sid, "inbox"):
                    return self.bad_state("/")
                if request.get("__EVENTTARGET") == "ctl00$lbtLogoff":
                    del self.owa[sid]
                    self.truth.sessions.discard("mail:" + sid)
                    self.truth.counts["sign_out_mail"] += 1
                    return redirect("/mail/Logon.aspx")
            return self.page(sid, "inbox", "Inbox.aspx", "收件匣", f'<b>{esc(self.truth.alias)}@ntuh.gov.tw 的收件匣</b><table border="1" id="{I}gvMail"><tr><th>寄件者</th><th>主旨</th></tr><tr><td>資訊室</td><td>電子信開通通知</td></tr></table>',
                             menu='<a id="ctl00_lbtLogoff" href="javascript:__doPostBack(\'ctl00$lbtLogoff\',\'\')">登出</a>')
        if path != "/mail/logon.aspx":
            return Response("The resource cannot be found.", 404)
        if request.method == "POST":
            self.takes(request, **{M + "Login1$UserName": "mail_account", M + "Login1$Password": "mail_password", M + "Login1$VCode": "captcha"})
            if not self.fresh(request, sid, "logon"):
                return self.bad_state("/")
            shown, mine["code"] = mine["code"], ""
            right = bool(shown) and shown == self.truth.captcha and request.get(M + "Login1$VCode").strip() == shown
            self.truth.captcha = ""
            if not right:
                said = "驗證碼輸入錯誤，請重新輸入"
            elif not self.truth.alias or request.get(M + "Login1$UserName").strip().lower().removesuffix("@ntuh.gov.tw") != self.truth.alias or request.get(M + "Login1$Password") != self.truth.cloud_password:
                said = "您的登入嘗試失敗，請檢查帳號密碼"
            elif self.pressed(request, "Login1$LoginButton"):
                mine["in"] = True
                self.truth.sessions.add("mail:" + sid)
                self.truth.counts["mail_sign_in"] += 1
                return redirect("/mail/Inbox.aspx")
        L, K = M + "Login1$", I + "Login1_"
        return self.page(sid, "logon", "Logon.aspx", "電子郵件系統", f"""<table id="{I}Login1" border="0"><tr><td><label for="{K}UserName">帳號:</label></td><td><input name="{L}UserName" type="text" id="{K}UserName" /></td></tr>
<tr><td><label for="{K}Password">密碼:</label></td><td><input name="{L}Password" type="password" id="{K}Password" /></td></tr>
<tr><td><label for="{K}VCode">驗證碼(小寫字母或數字):</label></td><td><input name="{L}VCode" type="text" maxlength="4" id="{K}VCode" /><img src="vcode.aspx?{secrets.randbelow(9999)}" alt="" /></td></tr>
<tr><td colspan="2"><input id="{K}RememberMe" type="checkbox" name="{L}RememberMe" /><label for="{K}RememberMe">記住登入資訊 (公用電腦請勿勾選)</label></td></tr>
<tr><td colspan="2" style="color:Red;">{said}</td></tr><tr><td colspan="2"><input type="submit" name="{L}LoginButton" value="登入" id="{K}LoginButton" /></td></tr></table>
<b>公佈欄</b><br />體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<br />※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}/">帳號服務</a>""", cookie=cookie)

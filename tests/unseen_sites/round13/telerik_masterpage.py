"""A WebForms 4.8 portal with bought menus, inner pages under a master page, a help site of the same house, a bought webmail."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from html import escape as e

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

MD5 = r"""/* md5.js  2009/05 copied from the KM system */
function md5x(s){s=unescape(encodeURIComponent(s));var k=[],i,j,h=[0x67452301,0xefcdab89,0x98badcfe,0x10325476],
r=[7,12,17,22,5,9,14,20,4,11,16,23,6,10,15,21],n=s.length,w=[],o='';
for(i=0;i<64;i++)k[i]=Math.floor(Math.abs(Math.sin(i+1))*4294967296)|0;
for(i=0;i<n;i++)w[i>>2]=(w[i>>2]|0)|(s.charCodeAt(i)<<((i%4)*8));
w[n>>2]=(w[n>>2]|0)|(0x80<<((n%4)*8));var L=((n+8>>6)+1)*16;for(i=0;i<L;i++)w[i]=w[i]|0;w[L-2]=n*8;
for(j=0;j<L;j+=16){var a=h[0],b=h[1],c=h[2],d=h[3],f,g,t;for(i=0;i<64;i++){
if(i<16){f=(b&c)|(~b&d);g=i}else if(i<32){f=(d&b)|(~d&c);g=(5*i+1)%16}else if(i<48){f=b^c^d;g=(3*i+5)%16}else{f=c^(b|~d);g=(7*i)%16}
t=d;d=c;c=b;f=(a+f+k[i]+w[j+g])|0;var q=r[(i>>4)*4+i%4];b=(b+((f<<q)|(f>>>(32-q))))|0;a=t}
h[0]=(h[0]+a)|0;h[1]=(h[1]+b)|0;h[2]=(h[2]+c)|0;h[3]=(h[3]+d)|0}
for(i=0;i<16;i++){var v=(h[i>>2]>>>((i%4)*8))&255;o+=(v<16?'0':'')+v.toString(16)}return o}
function CheckAndSetPassTextBox(id){var t=document.getElementById(id);if(t.value.length==0){alert('請輸入密碼');return false;}
if(t.value.length!=32){t.value=md5x(t.value);}return true;}
"""
PERSONAL = ["更改密碼", "個人簽章提醒設定", "薪資所得免稅額申報表", "員工待遇福利查詢", "查詢員工連絡資料", "維護個人連絡資料",
            "個人就醫紀錄查詢", "個人追蹤名單", "權限更改申請(總院)", "行動憑證申請", "流感同意書列印"]
ROOTS = ["醫療系統", "醫療支援", "其他資源", "數位學習", "資訊安全", "行政系統", "個人管理"]


class TheSite(Site):
    title = "WebForms 4.8, RadMenu and MasterPage"

    def __init__(self) -> None:
        super().__init__()
        self.states: dict[str, str] = {}
        self.live: dict[str, str] = {}  # SESSION -> cookie
        self.help: dict[str, dict] = {}
        self.box: dict[str, bool] = {}
        self.codes: list[tuple[str, float]] = []
        self.pic = ""

    # ------------------------------------------------ common plumbing of the framework
    def vs(self, page: str) -> str:
        key = "/wEPDwUK" + secrets.token_urlsafe(54).replace("-", "+").replace("_", "/") + "=="
        self.states[key] = page
        return (f'<div class="aspNetHidden">\n<input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" />\n'
                f'<input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />\n'
                f'<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{key}" />\n</div>\n'
                "<script type=\"text/javascript\">\n//<![CDATA[\nvar theForm = document.forms['form1'];\n"
                "function __doPostBack(eventTarget, eventArgument) {\n    if (!theForm.onsubmit || (theForm.onsubmit() != false)) {\n"
                "        theForm.__EVENTTARGET.value = eventTarget;\n        theForm.__EVENTARGUMENT.value = eventArgument;\n"
                "        theForm.submit();\n    }\n}\n//]]>\n</script>\n"
                '<input type="hidden" name="__VIEWSTATEGENERATOR" value="C2EE9ABB" />\n'
                f'<input type="hidden" name="__EVENTVALIDATION" id="__EVENTVALIDATION" value="/wEdAA{key[20:44]}" />\n')

    def stale(self, r: Request, page: str) -> Response | None:
        key = r.get("__VIEWSTATE")
        if self.states.get(key) == page and r.get("__EVENTVALIDATION") == f"/wEdAA{key[20:44]}":
            del self.states[key]
            return None
        return Response("<html><head><title>Invalid postback or callback argument.</title></head><body bgcolor=white><span><h1>"
                        "'/' 應用程式中發生伺服器錯誤。<hr></h1><h2><i>檢視狀態 MAC 驗證失敗。頁面已過期，請重新進入。</i></h2></span></body></html>", 500)

    @staticmethod
    def rad(text: str) -> str:
        return ("<script type=\"text/javascript\">function radalert(t,w,h,c){alert(t);}\n"
                f"Sys_Application_load=function(){{radalert('{text}', 330, 180, '系統訊息');}};setTimeout(Sys_Application_load,50);</script>")

    @staticmethod
    def clear(cookie: str) -> tuple[str, str]:
        return ("Set-Cookie", f"{cookie}=; path=/; expires=Thu, 01-Jan-1970 00:00:00 GMT")

    # ------------------------------------------------ portal
    def login_page(self, msg: str = "", uid: str = "") -> Response:
        self.pic = self.truth.new_captcha()
        script = f"<script type=\"text/javascript\">\n//<![CDATA[\nalert('{msg}');//]]>\n</script>" if msg else ""
        return Response(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>臺大醫院 Portal 入口</title><script src="/Scripts/md5.js" type="text/javascript"></script></head>
<body onload="document.getElementById('txtUserID').focus();"><form method="post" action="./Login.aspx" id="form1" autocomplete="off">
{self.vs('login')}<div id="header"><a href="http://www.example.invalid/">院外網</a> <a href="#">院內網</a> <a href="#">KM系統</a> <a href="#">差勤系統</a></div>
<table id="tblLogin" border="0" cellspacing="3"><tr><td colspan="2"><b>台大 健康守護, 醫界典範</b><br />醫療資訊系統</td></tr>
<tr><td>院區</td><td><select name="ddlHospital" id="ddlHospital"><option selected="selected" value="T0">總院區</option><option value="T2">北護分院</option>
<option value="T3">金山分院</option><option value="T4">新竹分院</option><option value="T5">竹東分院</option><option value="Y0">雲林分院</option></select>
<select name="ddl_verification" id="ddl_verification"><option selected="selected" value="P">密碼登入</option><option value="C">憑證登入</option></select></td></tr>
<tr><td>帳號</td><td><input name="txtUserID" type="text" value="{e(uid)}" maxlength="10" id="txtUserID" /></td></tr>
<tr id="tr_p_1"><td>密碼</td><td><input name="txtPass" type="password" maxlength="20" id="txtPass" onkeypress="capLock(event)" />
<span id="capStatus" style="visibility:hidden;color:Red;">大寫鎖定(Caps Lock)已開啟</span></td></tr>
<tr id="tr_p_2"><td>&nbsp;</td><td><img id="imgVerifyCode" src="ImageCode.aspx?t={secrets.token_hex(4)}" alt="" />
<input type="image" name="ibnRegenVerifyImg" id="ibnRegenVerifyImg" title="換一張" src="../Images/refresh.gif" /><span id="lblVerifyMsg"></span></td></tr>
<tr id="tr_p_3"><td>驗證碼</td><td><input name="txtVerifyCode" type="text" maxlength="6" id="txtVerifyCode" />(不用區分大小寫)</td></tr>
<tr><td colspan="2"><table id="rdblQuickMenu"><tr><td><input id="rdblQuickMenu_0" type="radio" name="rdblQuickMenu" value="H" checked="checked" /><label for="rdblQuickMenu_0">醫療相關選單</label></td></tr>
<tr><td><input id="rdblQuickMenu_1" type="radio" name="rdblQuickMenu" value="A" /><label for="rdblQuickMenu_1">行政系統選單</label></td></tr>
<tr><td><input id="rdblQuickMenu_2" type="radio" name="rdblQuickMenu" value="O" /><label for="rdblQuickMenu_2">門診系統</label></td></tr></table></td></tr>
<tr><td colspan="2" align="center"><input type="image" name="imgBtnSubmitNew" id="imgBtnSubmitNew" src="../Images/login_new.gif" alt="登入" onclick="return CheckAndSetPassTextBox('txtPass');" /></td></tr></table>
<script type="text/javascript">function capLock(ev){{var k=ev.keyCode;document.getElementById('capStatus').style.visibility=(k>=65&&k<=90&&!ev.shiftKey)?'visible':'hidden';}}</script>
{script}</form></body></html>""", headers=[("Set-Cookie", f"ASP.NET_SessionId={secrets.token_hex(12)}; path=/; HttpOnly")])

    def who(self, r: Request) -> str:
        sid = r.query.get("SESSION", "")
        return sid if sid in self.live else ""

    def radmenu(self, sid: str) -> str:
        out = ['<div id="RadMenu1" class="RadMenu RadMenu_Office2010Blue" style="z-index:7000;"><ul class="rmRootGroup rmHorizontal">']
        for i, root in enumerate(ROOTS):
            kids = PERSONAL if i == 6 else [f"{root}說明文件"]
            out.append(f'<li class="rmItem"><a href="#" class="rmLink rmRootLink" onclick="return false;"><span class="rmText rmExpandDown">{root}</span></a>'
                       '<div class="rmSlide"><ul class="rmVertical rmGroup rmLevel1">')
            out += [f'<li class="rmItem"><a class="rmLink" href="javascript:__doPostBack(&#39;RadMenu1&#39;,&#39;{i}:{n}&#39;)"><span class="rmText">{k}</span></a></li>'
                    for n, k in enumerate(kids)]
            out.append("</ul></div></li>")
        return "".join(out) + '</ul><input id="RadMenu1_ClientState" name="RadMenu1_ClientState" type="hidden" /></div>'

    def menu_page(self, sid: str, msg: str = "") -> Response:
        return Response(f"""<!DOCTYPE html><html><head><title>Portal 主選單</title></head><body>
<form method="post" action="./MainMenu.aspx?SESSION={sid}" id="form1">{self.vs('menu')}
<div id="TopButtonLogOutDIV"><span id="lblHello">{e(self.truth.person.name)} 您好!</span>
<input type="image" name="ibtnLogOut" id="ibtnLogOut" title="登出" src="../Images/logout.gif" alt="登出" onclick="return confirm('確定要離開系統嗎?');" /></div>
{self.radmenu(sid)}
<div>總院差勤待簽 0 未核准 0 被駁回 0 / 總院Workflow待簽 0 <input type="submit" name="btnRefresh_All" value="重新整理" id="btnRefresh_All" /></div>
<table class="rgMasterTable"><caption>全院公告</caption><tr><th>日期</th><th>標題</th></tr>
<tr class="rgRow"><td>2018/12/13</td><td>總院Portal資訊系統登入首頁預定於108年1月1日改成新的版本</td></tr></table>
{self.rad(msg) if msg else ''}</form></body></html>""")

    def portal(self, r: Request) -> Response:
        t, path = self.truth, r.path.lower()
        if path in ("/", "/default.aspx"):
            return redirect("/General/Login.aspx")
        if path == "/scripts/md5.js":
            return Response(MD5, kind="application/javascript; charset=utf-8")
        if path == "/general/imagecode.aspx":
            return Response(picture(self.pic or "------"), kind="image/gif")
        if path == "/general/login.aspx":
            if r.method != "POST":
                return self.login_page()
            self.takes(r, ddlHospital="campus", txtUserID="employee_id", txtPass="portal_password", txtVerifyCode="captcha")
            if bad := self.stale(r, "login"):
                return bad
            if not r.has("imgBtnSubmitNew.x"):
                return self.login_page(uid=r.get("txtUserID"))
            given, wanted, self.pic = r.get("txtVerifyCode").upper(), self.pic, ""
            if r.get("ddl_verification") != "P" or r.get("ddlHospital") not in ("T0", "T2", "T3", "T4", "T5", "Y0"):
                t.counts["sign_in_refused"] += 1
                return self.login_page("登入方式或院區不正確，請重新選擇。")
            if not wanted or given != wanted or wanted != t.captcha:
                t.counts["sign_in_refused"] += 1
                return self.login_page("圖形驗證碼不符，請依新圖片重新輸入", r.get("txtUserID"))
            digest = hashlib.md5(t.portal_password.encode()).hexdigest()
            if r.get("ddlHospital") != "T0" or r.get("txtUserID").strip() != t.person.employee_id or r.get("txtPass") != digest:
                t.counts["sign_in_refused"] += 1
                return self.login_page("查無此使用者，或密碼錯誤！(錯誤達五次將停用)", r.get("txtUserID"))
            sid = secrets.token_hex(16).upper()
            self.live[sid] = secrets.token_hex(10)
            t.sessions.add("portal:" + sid)
            t.counts["sign_in"] += 1
            return redirect(f"/General/Redirect.aspx?SESSION={sid}&M={r.get('rdblQuickMenu', 'H')}", ("Set-Cookie", f"_CK_NTUHPortal={self.live[sid]}; path=/"))
        sid = self.who(r)
        if not sid or r.cookies.get("_CK_NTUHPortal") != self.live[sid]:
            return Response("<script>alert('連線逾時，請重新登入');top.location.href='/General/Login.aspx';</script>")
        if path == "/general/redirect.aspx":
            return Response(f"<html><head><title>Redirect</title></head><body onload=\"GoNext()\"><div id=\"TopButtonLogOutDIV\"></div>系統載入中，請稍候…"
                            f"<script type=\"text/javascript\">function GoNext(){{ window.location.href='MainMenu.aspx?SESSION={sid}'; }}</script></body></html>")
        if path == "/general/mainmenu.aspx":
            if r.method != "POST":
                return self.menu_page(sid)
            self.takes(r)
            if bad := self.stale(r, "menu"):
                return bad
            if r.has("ibtnLogOut.x"):
                return self.leave(sid)
            if r.get("__EVENTTARGET") == "RadMenu1":
                page = {"6:0": "Account/ChangePassword.aspx", "6:5": "Personal/ContactEdit.aspx"}.get(r.get("__EVENTARGUMENT"))
                if page:
                    return redirect(f"{self.urls['inner']}/WebApplication/{page}?SESSION={sid}")
                return self.menu_page(sid, "您無使用此功能之權限")
            return self.menu_page(sid)
        return Response("<h2>404 - 找不到檔案或目錄。</h2>", 404)

    def leave(self, sid: str) -> Response:
        self.live.pop(sid, None)
        self.truth.sessions.discard("portal:" + sid)
        self.truth.counts["sign_out_portal"] += 1
        return redirect(f"{self.urls['portal']}/General/Login.aspx", self.clear("_CK_NTUHPortal"))

    # ------------------------------------------------ inner pages, master page NTUH.Master
    def master(self, sid: str, page: str, head: str, body: str, after: str = "") -> Response:
        return Response(f"""<!DOCTYPE html><html><head id="Head1"><title>{head}</title><link href="../Skins/Telerik.css" rel="stylesheet" /></head><body>
<form method="post" action="./{page}?SESSION={sid}" id="form1">{self.vs(page)}
<div class="RadToolBar"><span id="NTUHWeb1_lblUser">使用者：{e(self.truth.person.name)}</span>
 <input name="ctl00$NTUHWeb1$txtKeyword" type="text" id="NTUHWeb1_txtKeyword" placeholder="搜尋功能" /><input type="submit" name="ctl00$NTUHWeb1$btnFind" value="搜尋" /></div>
<div class="RadSiteMap">首頁 &gt; 個人管理 &gt; {head}</div>
{body}
<hr /><a id="NTUHWeb1_hlkMenu" href="{self.urls['portal']}/General/MainMenu.aspx?SESSION={sid}">回功能選單</a>
 <a id="NTUHWeb1_lbtnExit" href="javascript:__doPostBack(&#39;ctl00$NTUHWeb1$lbtnExit&#39;,&#39;&#39;)">登出系統</a>{after}</form></body></html>""")

    def inner(self, r: Request) -> Response:
        t, p, path = self.truth, self.truth.person, r.path
        sid = self.who(r)
        if not sid:
            return Response(f"<html><body><span style='color:red'>SESSION 不存在或已過期</span> <a href='{self.urls['portal']}/General/Login.aspx'>重新登入</a></body></html>")
        b = "ctl00$cphMain$"
        if path == "/WebApplication/Account/ChangePassword.aspx":
            note = ""
            if r.method == "POST":
                self.takes(r, **{b + "rtbOld": "old_password", b + "rtbNew": "new_password", b + "rtbNew2": "new_password_again"})
                if bad := self.stale(r, "ChangePassword.aspx"):
                    return bad
                if r.get("__EVENTTARGET") == "ctl00$NTUHWeb1$lbtnExit":
                    return self.leave(sid)
                if r.has(b + "btnChange"):
                    new = r.get(b + "rtbNew")
                    if r.get(b + "rtbOld") != t.portal_password:
                        note = "舊密碼輸入有誤，變更未生效"
                    elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                        note = "新密碼不符合設定條件"
                    elif new != r.get(b + "rtbNew2"):
                        note = "兩次輸入的新密碼不一致"
                    elif new == t.portal_password:
                        note = "新密碼不得與前次相同"
                    if note:
                        t.counts["password_refused"] += 1
                    else:
                        t.portal_password = new
                        t.counts["password_changed"] += 1
                        note = "您的密碼已經變更完成，下次請以新密碼登入。"

            def rtb(i: str) -> str:
                return (f'<span id="cphMain_{i}_wrapper" class="riSingle RadInput RadInput_Default"><input id="cphMain_{i}" name="{b}{i}" size="20" class="riTextBox riEnabled" type="password" autocomplete="off" />'
                        f'<input id="cphMain_{i}_ClientState" name="cphMain_{i}_ClientState" type="hidden" value="" /></span>')
            return self.master(sid, "ChangePassword.aspx", "更改密碼", f"""<table class="tbl"><tr><td align="right">請輸入舊密碼：</td><td>{rtb('rtbOld')}
<span id="cphMain_rfvOld" style="color:Red;display:none;">必填</span></td></tr><tr><td align="right">請輸入新密碼：</td><td>{rtb('rtbNew')}</td></tr>
<tr><td align="right">請再輸入新密碼：</td><td>{rtb('rtbNew2')}<span id="cphMain_cvNew" style="color:Red;visibility:hidden;">兩次輸入不同</span></td></tr>
<tr><td align="right">密碼強度檢核：</td><td><div class="riStrengthBar L0"></div></td></tr><tr><td colspan="2">密碼設定條件：<br />1.密碼長度不可少於8個字元<br />2.密碼內容需包含英文及數字</td></tr>
<tr><td></td><td><input type="submit" name="{b}btnChange" value="更改密碼" id="cphMain_btnChange" class="rbDecorated" /></td></tr></table>""", self.rad(note) if note else "")
        if path == "/WebApplication/Personal/ContactEdit.aspx":
            keys = {"txtESurname": "english_surname", "txtEFirst": "english_given", "txtEMiddle": "english_middle", "txtOfficeTel": "office_phone", "txtHomeTel": "home_phone", "txtMobile": "mobile_phone"}
            note, vals = "", {i: t.saved_contact.get(k, getattr(p, k)) for i, k in keys.items()}
            if r.method == "POST":
                self.takes(r, **{b + "fvPerson$txtMobile": "mobile_phone"})
                if bad := self.stale(r, "ContactEdit.aspx"):
                    return bad
                if r.get("__EVENTTARGET") == "ctl00$NTUHWeb1$lbtnExit":
                    return self.leave(sid)
                if r.has(b + "btnSave"):
                    vals = {i: r.get(f"{b}fvPerson${i}").strip() for i in keys}
                    if not all(r.has(f"{b}fvPerson${i}") for i in keys) or not re.fullmatch(r"09\d{8}", vals["txtMobile"]):
                        note = "<span id='cphMain_lblMsg' style='color:Red;'>行動電話須為09開頭之10碼數字，資料未存檔</span>"
                    else:
                        t.saved_contact = {k: vals[i] for i, k in keys.items()}
                        t.counts["contact_saved"] += 1
                        note = f"<span id='cphMain_lblMsg' style='color:Blue;'>資料已於 {time.strftime('%Y/%m/%d %H:%M')} 更新</span>"

            def box(i: str, n: int, tail: str) -> str:
                return f'<input name="{b}fvPerson${i}" type="text" value="{e(vals[i])}" maxlength="{n}" id="cphMain_fvPerson_{i}" /> <span class="ex">{tail}</span>'
            return self.master(sid, "ContactEdit.aspx", "台大醫院---維護個人連絡資料", f"""<input type="submit" name="{b}btnSave" value="異動儲存" id="cphMain_btnSave" /> {note}
<table id="cphMain_fvPerson" cellspacing="0"><tr><td>員工編號：</td><td><span id="cphMain_fvPerson_lblEmp">{p.employee_id}</span></td><td>姓名：</td><td>{e(p.name)}</td></tr>
<tr><td>英文姓：</td><td colspan="3">{box('txtESurname', 20, 'ex:Chen(陳)')}</td></tr><tr><td>英文首名：</td><td colspan="3">{box('txtEFirst', 30, 'ex: Yi-Fen(怡芬) <a href="#">(說明)</a>')}</td></tr>
<tr><td>英文中名：</td><td colspan="3">{box('txtEMiddle', 20, 'ex:Mary 為英文別名，如無，可不填')}</td></tr>
<tr><td>辦公室電話：</td><td>{box('txtOfficeTel', 12, 'ex:61234或23123456')}</td><td>住宅電話：</td><td>{box('txtHomeTel', 12, 'ex:0223123456')}</td></tr>
<tr><td>行動電話：</td><td colspan="3">{box('txtMobile', 10, 'ex:0952000000 (如離職或更換門號，請記得調整此欄位)')}</td></tr></table>""")
        return Response("<h2>404</h2>", 404)

    # ------------------------------------------------ help site
    def helppage(self, page: str, inside: str, after: str = "", cookie: str = "") -> Response:
        return Response(f"""<!DOCTYPE html><html lang="zh-Hant"><head><title>網路帳號服務</title></head><body><form method="post" action="./{page}" id="form1">{self.vs(page)}
<div class="RadPageView"><h1>臺大醫院網路帳號服務</h1>{inside}</div>{after}</form></body></html>""", headers=[("Set-Cookie", f"HelpSID={cookie}; path=/; HttpOnly")] if cookie else [])

    def proof(self, page: str, sid: str, msg: str = "", emp: str = "") -> Response:
        head = "啟用網路帳號及首次雲端帳號密碼設定" if page == "Enable.aspx" else "重置雲端服務密碼"
        return self.helppage(page, f"""<fieldset><legend>注意事項</legend><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li>
<li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></fieldset><h3>{head}</h3>
<table border="1"><tr><td>網路帳號 / 主職員工編號</td><td><input name="txtAcc" type="text" id="txtAcc" maxlength="6" value="{e(emp)}" />
<input type="button" id="btnAsk" value="發送簡訊動態碼" onclick="document.getElementById('RadWindowWrapper_winPhone').style.display='';" /></td></tr>
<tr><td>簡訊(或MOTP)動態碼</td><td><input name="txtOtp" type="text" id="txtOtp" maxlength="8" autocomplete="off" /></td></tr>
<tr><td colspan="2" align="right"><input type="submit" name="btnNext" value="下一步" id="btnNext" /></td></tr></table>
<div id="RadWindowWrapper_winPhone" class="RadWindow RadWindow_Default rwNormalWindow" style="display:none;border:2px solid #69c;width:360px;">
<em class="rwTitle">簡訊動態碼</em><p>請輸入帳號登記的手機門號(10碼)</p><input name="winPhone$C$txtCell" type="text" id="winPhone_C_txtCell" maxlength="10" />
<input type="submit" name="winPhone$C$btnSend" value="確定發送" id="winPhone_C_btnSend" /> <input type="button" value="取消" onclick="this.parentNode.style.display='none';" /></div>
<p><a href="Default.aspx">回首頁</a></p>""", self.rad(msg) if msg else "", sid)

    def detail(self, sid: str, msg: str = "", alias: str = "") -> Response:
        t, p = self.truth, self.truth.person
        facts = f"""<tr><td>網路帳號 / 主職員工編號</td><td>{p.employee_id}</td></tr><tr><td>帳號姓名</td><td>{e(p.name)}</td></tr><tr><td>主職單位</td><td>{p.unit}</td></tr><tr><td>有效期限</td><td>{p.valid_until}</td></tr>"""
        out = '<a id="lbtnBye" href="javascript:__doPostBack(&#39;lbtnBye&#39;,&#39;&#39;)">離開本服務</a>'
        if t.alias:
            return self.helppage("Profile.aspx", f"""<h3>設定密碼與郵件別名</h3><p class="info">{msg or '此帳號先前已完成啟用，無須再次設定。'}</p><table border="1">{facts}
<tr><td>雲端服務帳號 (電子郵件名稱)</td><td>{e(t.alias)}@ntuh.gov.tw</td></tr></table>{out}""")
        return self.helppage("Profile.aspx", f"""<h3>設定密碼與郵件別名</h3><p>雲端服務帳號說明：<br />1. 雲端服務帳號為跨體系使用。<br />2. 服務於設定完成隔日生效。</p><table border="1">{facts}
<tr><td>雲端服務帳號 (電子郵件名稱)</td><td><input name="txtMailAlias" type="text" maxlength="64" id="txtMailAlias" value="{e(alias)}" />@ntuh.gov.tw 名稱長度限64字元內</td></tr>
<tr><td>設定密碼</td><td><input name="txtPwd1" type="password" id="txtPwd1" /> 8碼以上，含英文及數字</td></tr><tr><td>再次確認密碼</td><td><input name="txtPwd2" type="password" id="txtPwd2" /></td></tr>
<tr><td colspan="2"><input type="submit" name="btnCancel" value="取消啟用" /> <input type="submit" name="btnEnable" value="啟用雲端服務" id="btnEnable" /> 服務於設定完成隔日生效</td></tr></table>{out}""", self.rad(msg) if msg else "")

    def account(self, r: Request) -> Response:
        t, p, page = self.truth, self.truth.person, r.path.strip("/")
        sid = r.cookies.get("HelpSID", "")
        state = self.help.get(sid)
        if page in ("", "Default.aspx"):
            return self.helppage("Default.aspx", """<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><div class="RadPanelBar"><h3>《規範》</h3>
<p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><p>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置</p>
<h3>《常見問題與服務》</h3><p>密碼修改後多久可以生效：即時生效。</p><p>忘記密碼：請以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></div>
<p><a class="rbLink" href="Enable.aspx">啟用網路帳號及首次雲端帳號密碼設定</a><br />啟用本院微軟相關服務，如：Office365, Outlook...</p>
<p><a class="rbLink" href="Reset.aspx">重置雲端服務密碼</a><br />重設非Portal帳號的密碼：Email, 無線網路, KM, TMS...</p><p><a href="Vpn.aspx">總院廠商VPN展延申請</a></p>""")
        if page in ("Enable.aspx", "Reset.aspx"):
            if state is None or r.method != "POST":
                if r.method == "POST":
                    self.takes(r, txtAcc="employee_id", txtOtp="code", **{"winPhone$C$txtCell": "registered_phone"})
                if state is None:
                    sid = secrets.token_hex(12)
                    self.help[sid] = {"proved": "", "sent": False}
                return self.proof(page, sid)
            self.takes(r, txtAcc="employee_id", txtOtp="code", **{"winPhone$C$txtCell": "registered_phone"})
            if bad := self.stale(r, page):
                return bad
            emp = r.get("txtAcc").strip()
            if r.has("winPhone$C$btnSend"):
                if emp != p.employee_id:
                    return self.proof(page, sid, "查無此員工編號", emp)
                if r.get("winPhone$C$txtCell") not in (p.mobile_phone, t.saved_contact.get("mobile_phone")):
                    return self.proof(page, sid, "輸入之門號與帳號登記門號不同，簡訊未發送", emp)
                self.codes.append((t.new_message(), time.time()))
                state["sent"] = True
                return self.proof(page, sid, "成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」", emp)
            if not r.has("btnNext"):
                return self.proof(page, sid, "", emp)
            good = [c for c in self.codes[-1:] if state["sent"] and emp == p.employee_id and c[0] == r.get("txtOtp").strip()]
            if not good:
                t.counts["code_refused"] += 1
                return self.proof(page, sid, "動態碼驗證失敗", emp)
            if time.time() - good[0][1] > 120:
                t.counts["code_refused"] += 1
                return self.proof(page, sid, "動態碼已逾2分鐘，請重新發送", emp)
            self.codes.clear()
            t.counts["code_accepted"] += 1
            t.sessions.add("account:" + sid)
            state.update(proved=page, sent=False)
            return redirect("/Profile.aspx" if page == "Enable.aspx" else "/ResetPwd.aspx")
        if page in ("Profile.aspx", "ResetPwd.aspx"):
            if r.method == "POST":
                self.takes(r, txtMailAlias="alias", txtPwd1="cloud_password", txtPwd2="cloud_password_again")
            if not state or state["proved"] != {"Profile.aspx": "Enable.aspx", "ResetPwd.aspx": "Reset.aspx"}[page]:
                return redirect("/Default.aspx")
            if r.method == "POST":
                if bad := self.stale(r, page):
                    return bad
                if r.get("__EVENTTARGET") == "lbtnBye" or r.has("btnCancel"):
                    self.help.pop(sid)
                    t.sessions.discard("account:" + sid)
                    t.counts["sign_out_account"] += 1
                    return redirect("/Default.aspx", self.clear("HelpSID"))
            one, two, alias = r.get("txtPwd1"), r.get("txtPwd2"), r.get("txtMailAlias").strip()
            weak = len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search(r"\d", one)
            if page == "ResetPwd.aspx":
                msg = ""
                if r.has("btnReset"):
                    if not t.alias:
                        msg = "此帳號從未啟用，請先執行啟用網路帳號"
                    elif weak or one != two:
                        msg = "密碼不符規定或兩次輸入不同"
                    else:
                        t.cloud_password, msg = one, "雲端服務密碼已重置，即時生效"
                return self.helppage(page, """<h3>重置雲端服務密碼</h3><table><tr><td>新密碼</td><td><input type="password" name="txtPwd1" id="txtPwd1" /> 8碼以上，含英文及數字</td></tr>
<tr><td>新密碼確認</td><td><input type="password" name="txtPwd2" id="txtPwd2" /></td></tr></table><input type="submit" name="btnReset" value="確定重置" />
<a id="lbtnBye" href="javascript:__doPostBack(&#39;lbtnBye&#39;,&#39;&#39;)">離開本服務</a>""", self.rad(msg) if msg else "")
            if not r.has("btnEnable"):
                return self.detail(sid)
            if t.alias:
                return self.detail(sid, "帳號已啟用，不得重複申請。")
            if len(alias) > 64 or not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]+", alias):
                return self.detail(sid, "電子郵件名稱格式不符(限英文開頭之英數字與 . _ -)", alias)
            if alias.lower() == "taken.name":
                return self.detail(sid, "此名稱已有人使用，請另擇名稱", alias)
            if weak or one != two:
                return self.detail(sid, "密碼不符規定或兩次輸入不同", alias)
            t.alias, t.cloud_password = alias, one
            t.counts["activated"] += 1
            return self.detail(sid, "恭喜您，申請作業已完成！")
        return Response("<h2>404</h2>本服務維護中 <a href='/Default.aspx'>首頁</a>", 404)

    # ------------------------------------------------ webmail, bought
    def mail(self, r: Request) -> Response:
        t, err = self.truth, ""
        if r.path == "/cgi-bin/captcha":
            return Response(picture(t.captcha, "PNG"), kind="image/png")
        key = r.cookies.get("M2KSID", "")
        if r.path == "/cgi-bin/msg_list" and key in self.box:
            return Response(f"""<html><head><title>WebMail</title></head><body><div id=top>{e(t.alias)}@ntuh.gov.tw | <a href="/cgi-bin/logout?sid={key}" target="_top">登出</a></div>
<ul id=folders><li>收信匣 (1)<li>寄件備份<li>垃圾桶</ul><table><tr><th>寄件者<th>主旨<th>日期<tr><td>資訊室<td>歡迎使用本院電子郵件<td>今天</table></body></html>""")
        if r.path == "/cgi-bin/logout" and key in self.box and r.query.get("sid") == key:
            del self.box[key]
            t.sessions.discard("mail:" + key)
            t.counts["sign_out_mail"] += 1
            return redirect("/", self.clear("M2KSID"))
        if r.path == "/cgi-bin/login" and r.method == "POST":
            self.takes(r, USERID="mail_account", PASSWD="mail_password", IMGCODE="captcha")
            name, want = r.get("USERID").strip().lower().removesuffix("@ntuh.gov.tw"), t.captcha
            t.captcha = ""
            if not want or r.get("IMGCODE") != want:
                err = "驗證碼錯誤"
            elif not t.alias or name != t.alias.lower() or r.get("PASSWD") != t.cloud_password:
                err = "帳號或密碼有誤，登入失敗"
            else:
                key = secrets.token_hex(8)
                self.box[key] = True
                t.sessions.add("mail:" + key)
                t.counts["mail_sign_in"] += 1
                return redirect("/cgi-bin/msg_list", ("Set-Cookie", f"M2KSID={key}; path=/"))
        elif r.path != "/":
            return redirect("/")
        t.new_captcha("abcdefghkmnprstuvwxyz23456789", 5)
        return Response(f"""<html><head><title>本院電子信系統</title></head><body><div class="loginbox"><form name="f" method="post" action="/cgi-bin/login">
<div class="msg_err">{err}</div><label>帳號: <input type="text" name="USERID" size="20"></label><br><label>密碼: <input type="password" name="PASSWD" size="20"></label><br>
<label>驗證碼(小寫字母或數字): <input type="text" name="IMGCODE" size="8"></label><img src="/cgi-bin/captcha?{secrets.token_hex(3)}"><br>
<input type="checkbox" name="REMEMBER" value="1" id="rm"><label for="rm">記住登入資訊 (公用電腦請勿勾選)</label><br><input type="submit" value="登 入"></form></div>
<div class="board"><b>公佈欄</b><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p><p>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="https://help.ntuh.gov.tw/">https://help.ntuh.gov.tw/</a></p></div></body></html>""")

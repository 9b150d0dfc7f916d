"""The IT office's own WebForms portal: VB.NET since 2005, GridViews from the wizard, LinkButtons everywhere.

Its developer: Huang, in the office for nineteen years. He leaves the wizard's names (GridView1, LinkButton1), writes
messages with a Sub MsgBox, copies the digest script from the old portal, and never removes a commented row.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

DIGEST = """
/* md5.js  2006/03/14 hwang */
function hex_md5(s){s=unescape(encodeURIComponent(s));var k=[],i,j,r=[7,12,17,22,5,9,14,20,4,11,16,23,6,10,15,21],w=[],n=s.length,
h=[1732584193,-271733879,-1732584194,271733878],o='';for(i=0;i<64;i++)k[i]=(Math.abs(Math.sin(i+1))*4294967296)|0;
for(i=0;i<(((n+8)>>6)+1)*16;i++)w[i]=0;for(i=0;i<n;i++)w[i>>2]|=s.charCodeAt(i)<<((i%4)*8);w[n>>2]|=128<<((n%4)*8);w[w.length-2]=n*8;
for(i=0;i<w.length;i+=16){var a=h[0],b=h[1],c=h[2],d=h[3];for(j=0;j<64;j++){var q=j>>4,f=q==0?(b&c)|(~b&d):q==1?(d&b)|(~d&c):q==2?b^c^d:c^(b|~d),
g=q==0?j:q==1?(5*j+1)%16:q==2?(3*j+5)%16:(7*j)%16,t=d,x=(a+f+k[j]+w[i+g])|0,z=r[q*4+j%4];d=c;c=b;b=(b+((x<<z)|(x>>>(32-z))))|0;a=t;}
h[0]=(h[0]+a)|0;h[1]=(h[1]+b)|0;h[2]=(h[2]+c)|0;h[3]=(h[3]+d)|0;}
for(i=0;i<16;i++)o+=('0'+((h[i>>2]>>>((i%4)*8))&255).toString(16)).slice(-2);return o;}
function CheckAndSetPassTextBox(id){var o=document.getElementById(id);if(o.value!=''&&o.value.length!=32){o.value=hex_md5(o.value);}return true;}
"""

POSTBACK = """<script type="text/javascript">
//<![CDATA[
var theForm = document.forms['{f}']; if (!theForm) {{ theForm = document.{f}; }}
function __doPostBack(eventTarget, eventArgument) {{
    if (!theForm.onsubmit || (theForm.onsubmit() != false)) {{
        theForm.__EVENTTARGET.value = eventTarget; theForm.__EVENTARGUMENT.value = eventArgument; theForm.submit();
    }}
}}
//]]>
</script>"""

TABS = ["醫療系統", "醫療支援", "其他資源", "數位學習", "資訊安全", "行政系統", "個人管理"]
PERSONAL = [
    ("更改密碼", "/WebApplication/Personal/ChangePass.aspx"), ("個人簽章提醒設定", ""), ("薪資所得免稅額申報表", ""),
    ("員工待遇福利查詢", ""), ("查詢員工連絡資料", ""), ("維護個人連絡資料", "/WebApplication/Personal/EmpContact.aspx"),
    ("個人就醫紀錄查詢", ""), ("個人追蹤名單", ""), ("權限更改申請(總院)", ""), ("行動憑證申請", ""),
]
CONTACT = [
    ("txtEngLast", "英文姓：", "english_surname", "ex:Chen(陳)"), ("txtEngFirst", "英文首名：", "english_given", "ex: Yi-Fen(怡芬)"),
    ("txtEngMid", "英文中名：", "english_middle", "ex:Mary 為英文別名，如無，可不填"), ("txtTelO", "辦公室電話：", "office_phone", "ex:61234或23123456"),
    ("txtTelH", "住宅電話：", "home_phone", "ex:0223123456"), ("txtMobile", "行動電話：", "mobile_phone", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"),
]


class TheSite(Site):
    title = "VB.NET WebForms of the IT office, GridViews and LinkButtons"

    def __init__(self) -> None:
        super().__init__()
        self.states: dict[str, tuple[str, str]] = {}
        self.tab: dict[str, str] = {}
        self.asked: dict[str, dict[str, object]] = {}

    # ---- the WebForms frame
    def state(self, page: str, owner: str = "") -> str:
        view = "/wEPDwUK" + secrets.token_urlsafe(60)
        self.states[view] = (page, owner)
        event = hashlib.sha1(view.encode()).hexdigest()
        return (
            '<div class="aspNetHidden">\n<input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" />\n'
            '<input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />\n'
            f'<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{view}" />\n</div>\n'
            '<div class="aspNetHidden">\n<input type="hidden" name="__VIEWSTATEGENERATOR" id="__VIEWSTATEGENERATOR" value="C2EE9ABB" />\n'
            f'<input type="hidden" name="__EVENTVALIDATION" id="__EVENTVALIDATION" value="/wEdAA{event}" />\n</div>'
        )

    def fresh(self, r: Request, page: str, owner: str = "") -> bool:
        view = r.get("__VIEWSTATE")
        good = self.states.pop(view, None) == (page, owner) and r.get("__EVENTVALIDATION") == "/wEdAA" + hashlib.sha1(view.encode()).hexdigest()
        return good and r.has("__EVENTTARGET") and r.get("__VIEWSTATEGENERATOR") == "C2EE9ABB"

    def aspx(self, r: Request, page: str, title: str, body: str, owner: str = "", say: str = "", name: str = "form1", head: str = "") -> Response:
        box = f"<script type=\"text/javascript\">\n//<![CDATA[\nalert('{say}');//]]>\n</script>" if say else ""
        query = "?SESSION=" + owner if owner and r.host in ("portal", "inner") else ""
        return Response(
            '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n'
            f'<html xmlns="http://www.w3.org/1999/xhtml">\n<head><title>\n\t{title}\n</title><link href="../App_Themes/Default/StyleSheet.css" type="text/css" rel="stylesheet" />{head}</head>\n'
            f'<body>\n<form name="{name}" method="post" action="./{page.rsplit("/", 1)[1]}{query}" id="{name}">\n{self.state(page, owner)}\n'
            f"{POSTBACK.format(f=name)}\n{body}\n{box}</form>\n</body>\n</html>"
        )

    def broken(self) -> Response:
        return Response("<html><head><title>無效的 ViewState</title></head><body><h1>'/' 應用程式中發生伺服器錯誤。</h1><h2><i>驗證 ViewState MAC 失敗，請重新開啟網頁。</i></h2></body></html>", 500)

    # ---- portal
    def portal(self, r: Request) -> Response:
        t = self.truth
        if r.path == "/General/VerifyImage.aspx":
            return Response(picture(t.new_captcha()), kind="image/gif", headers=[("Cache-Control", "no-cache")])
        if r.path == "/JS/md5.js":
            return Response(DIGEST, kind="application/x-javascript")
        if r.path.lower() == "/general/login.aspx":
            return self.sign_in(r) if r.method == "POST" else self.login(r)
        if r.path == "/":
            return redirect("/General/Login.aspx")
        sid = r.query.get("SESSION", "")
        if r.path in ("/General/Redirect.aspx", "/General/Main.aspx"):
            if "portal:" + sid not in t.sessions or r.cookies.get("ASP.NET_SessionId") != "n" + sid[:23]:
                return Response("<html><body><script>alert('連線逾時，請重新登入');location.href='/General/Login.aspx';</script></body></html>")
            if r.path.endswith("Redirect.aspx"):
                return Response(f"<html><head><title></title></head><body>系統導向中，請稍候...<script type='text/javascript'>window.location.href='Main.aspx?SESSION={sid}';</script></body></html>")
            return self.menu(r, sid)
        if r.path.endswith(".css"):
            return Response(".lblMsg{color:red}", kind="text/css")
        return Response("<html><body>找不到資源。</body></html>", 404)

    def login(self, r: Request, say: str = "", user: str = "") -> Response:
        body = f"""<div id="divTop"><a href="#">院外網</a>　<a href="#">院內網</a>　數位學習　KM系統　差勤系統　表單下載　網路掛號</div>
<table id="tblLogin" cellspacing="0" cellpadding="3" border="0"><tr><td colspan="2"><span id="lblTitle">醫療資訊系統</span><br />National Taiwan University Hospital</td></tr>
<tr><td>院區</td><td><select name="ddlHospital" id="ddlHospital"><option selected="selected" value="T0">總院區</option><option value="T2">北護分院</option><option value="T3">金山分院</option><option value="T4">新竹分院</option><option value="T5">竹東分院</option><option value="Y0">雲林分院</option></select>
<select name="ddl_verification" id="ddl_verification" onchange="javascript:setTimeout('__doPostBack(\\'ddl_verification\\',\\'\\')', 0)"><option selected="selected" value="P">密碼登入</option><option value="C">員工卡/憑證</option></select></td></tr>
<tr id="tr_p_0"><td><span id="Label2">帳　號</span></td><td><input name="txtUserID" type="text" value="{escape(user)}" maxlength="8" id="txtUserID" /></td></tr>
<tr id="tr_p_1"><td><span id="Label3">密　碼</span></td><td><input name="txtPass" type="password" maxlength="20" id="txtPass" onkeypress="capLock(event)" /><div id="capStatus" style="visibility:hidden;">Caps Lock 已開啟</div></td></tr>
<tr id="tr_p_2"><td></td><td><img id="imgVerifyCode" src="VerifyImage.aspx?t={time.time():.0f}" alt="" /><input type="image" name="ibnRegenVerifyImg" id="ibnRegenVerifyImg" src="../Images/reload.gif" alt="換一張" /><span id="lblVerifyMsg"></span></td></tr>
<tr id="tr_p_3"><td>驗證碼</td><td><input name="txtVerifyCode" type="text" maxlength="6" id="txtVerifyCode" autocomplete="off" />(不用區分大小寫)</td></tr>
<tr><td></td><td><input type="image" name="imgBtnSubmitNew" id="imgBtnSubmitNew" src="../Images/btnLogin.png" onclick="return CheckAndSetPassTextBox('txtPass');" /></td></tr>
<!--<tr><td>密碼提示</td><td><input name="txtHint" type="text" /></td></tr>-->
<tr><td colspan="2"><table id="rdblQuickMenu"><tr><td><input id="rdblQuickMenu_0" type="radio" name="rdblQuickMenu" value="H" checked="checked" /><label for="rdblQuickMenu_0">醫療相關選單</label></td></tr><tr><td><input id="rdblQuickMenu_1" type="radio" name="rdblQuickMenu" value="A" /><label for="rdblQuickMenu_1">行政系統選單</label></td></tr><tr><td><input id="rdblQuickMenu_2" type="radio" name="rdblQuickMenu" value="O" /><label for="rdblQuickMenu_2">門診系統</label></td></tr></table></td></tr></table>
<script type="text/javascript">function capLock(e){{}}</script>"""
        return self.aspx(r, "/General/Login.aspx", "台大醫院 Portal", body, say=say, head='<script src="/JS/md5.js" type="text/javascript"></script>')

    def sign_in(self, r: Request) -> Response:
        t = self.truth
        self.takes(r, txtUserID="employee_id", txtPass="portal_password", txtVerifyCode="captcha", ddlHospital="campus")
        if not self.fresh(r, "/General/Login.aspx"):
            return self.broken()
        user = r.get("txtUserID").strip()
        if not r.has("imgBtnSubmitNew.x"):
            return self.login(r, user=user)
        wanted, t.captcha = t.captcha, ""
        if r.get("ddl_verification") != "P":
            t.counts["sign_in_refused"] += 1
            return self.login(r, "讀卡機未就緒", user)
        if not wanted or r.get("txtVerifyCode").strip().upper() != wanted:
            t.counts["sign_in_refused"] += 1
            return self.login(r, "驗證碼不符，請重新輸入", user)
        if r.get("ddlHospital") != "T0" or user != t.person.employee_id or r.get("txtPass") != hashlib.md5(t.portal_password.encode()).hexdigest():
            t.counts["sign_in_refused"] += 1
            return self.login(r, "查無此帳號或密碼錯誤(A02)", user)
        sid = secrets.token_hex(16).upper()
        t.sessions.add("portal:" + sid)
        t.counts["sign_in"] += 1
        return redirect("/General/Redirect.aspx?SESSION=" + sid, ("Set-Cookie", f"ASP.NET_SessionId=n{sid[:23]}; path=/; HttpOnly"), ("Set-Cookie", f"_CK_NTUHPortal={sid[::-1]}; path=/"))

    def menu(self, r: Request, sid: str) -> Response:
        t, say = self.truth, ""
        if r.method == "POST":
            self.takes(r)
            if not self.fresh(r, "/General/Main.aspx", sid):
                return self.broken()
            if r.has("ibtnLogOut.x"):
                t.sessions.discard("portal:" + sid)
                t.counts["sign_out_portal"] += 1
                return redirect("/General/Login.aspx", ("Set-Cookie", "_CK_NTUHPortal=; path=/; expires=Thu, 01-Jan-1970 00:00:00 GMT"))
            target = r.get("__EVENTTARGET")
            if found := re.fullmatch(r"rptTab\$ctl0([0-6])\$LinkButton1", target):
                self.tab[sid] = TABS[int(found[1])]
            elif (found := re.fullmatch(r"GridView1\$ctl(\d\d)\$lnkFunc", target)) and self.tab.get(sid) == "個人管理" and 2 <= int(found[1]) < 2 + len(PERSONAL):
                name, path = PERSONAL[int(found[1]) - 2]
                if path:
                    return redirect(self.urls["inner"] + path + "?SESSION=" + sid)
                say = f"您沒有【{name}】的使用權限"
        tab = self.tab.get(sid, "")
        tabs = "".join(f'<td><a id="rptTab_LinkButton1_{i}" href="javascript:__doPostBack(&#39;rptTab$ctl0{i}$LinkButton1&#39;,&#39;&#39;)">{x}</a> ▾</td>' for i, x in enumerate(TABS))
        rows = [x for x, _ in PERSONAL] if tab == "個人管理" else []
        grid = "".join(
            f'<tr class="{"gvAlt" if i % 2 else "gvRow"}"><td align="center">{i + 1}</td><td><a id="GridView1_lnkFunc_{i}" href="javascript:__doPostBack(&#39;GridView1$ctl{i + 2:02d}$lnkFunc&#39;,&#39;&#39;)">{x}</a></td></tr>\n'
            for i, x in enumerate(rows)) or '<tr><td colspan="2">尚無資料</td></tr>'
        body = f"""<div id="TopButtonLogOutDIV" style="float:right"><input type="image" name="ibtnLogOut" id="ibtnLogOut" title="登出系統" src="../Images/logout.gif" alt="登出系統" onclick="return confirm('確定登出?');" /></div>
<span id="lblHello">您好! {t.person.name}</span>　<a href="#">操作說明書</a>　選單 <input type="submit" name="btnRefresh_All" value="重新整理" id="btnRefresh_All" />
<div>總院差勤待簽 0 未核准 0 被駁回 0 / 總院Workflow待簽 0 未核准 0 被駁回 0 / 總院EPortfolio待簽 0</div>
<table id="tblTab" border="0"><tr>{tabs}</tr></table>
<div>{('<span id="lblTab">' + tab + '</span>') if tab else ''}<table cellspacing="0" rules="all" border="1" id="GridView1" style="border-collapse:collapse;"><tr><th scope="col">序</th><th scope="col">功能名稱</th></tr>
{grid}</table></div>
<p>全院公告 2</p><table cellspacing="0" rules="all" border="1" id="GridView2"><tr><th>日期</th><th>標題</th></tr><tr><td>2019/10/21</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr><tr><td>2018/12/13</td><td>總院Portal資訊系統登入首頁預定改成新的版本</td></tr></table>"""
        return self.aspx(r, "/General/Main.aspx", "Portal 功能選單", body, sid, say)

    # ---- inner
    def inner(self, r: Request) -> Response:
        sid = r.query.get("SESSION", "")
        if "portal:" + sid not in self.truth.sessions:
            return Response(f"<html><body><script>alert('SESSION 失效，請重新登入');top.location.href='{self.urls['portal']}/General/Login.aspx';</script></body></html>")
        if r.path.endswith("/ChangePass.aspx"):
            return self.change(r, sid)
        if r.path.endswith("/EmpContact.aspx"):
            return self.contact(r, sid)
        return Response("<html><body>找不到資源。</body></html>", 404)

    def foot(self, sid: str) -> str:
        return f'<hr /><a id="NTUHWeb1_hlBack" href="{self.urls["portal"]}/General/Main.aspx?SESSION={sid}">回功能選單</a>　<a id="NTUHWeb1_lbtLogout" href="javascript:__doPostBack(&#39;NTUHWeb1$lbtLogout&#39;,&#39;&#39;)">登出系統</a>'

    def leave(self, sid: str) -> Response:
        self.truth.sessions.discard("portal:" + sid)
        self.truth.counts["sign_out_portal"] += 1
        return redirect(self.urls["portal"] + "/General/Login.aspx")

    def change(self, r: Request, sid: str) -> Response:
        t, say, mark, colour = self.truth, "", "", "Red"
        page = "/WebApplication/Personal/ChangePass.aspx"
        if r.method == "POST":
            self.takes(r, **{"NTUHWeb1$TextBox1": "old_password", "NTUHWeb1$TextBox2": "new_password", "NTUHWeb1$TextBox3": "new_password_again"})
            if not self.fresh(r, page, sid):
                return self.broken()
            if r.get("__EVENTTARGET") == "NTUHWeb1$lbtLogout":
                return self.leave(sid)
            old, new, again = (r.get(f"NTUHWeb1$TextBox{i}") for i in (1, 2, 3))
            if r.get("__EVENTTARGET") == "NTUHWeb1$lnkSave":
                if old != t.portal_password:
                    mark = "舊密碼不正確！"
                elif new != again:
                    mark = "兩次輸入的新密碼不一致！"
                elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new) or new == old:
                    mark = "新密碼不符合設定條件！"
                if mark:
                    t.counts["password_refused"] += 1
                else:
                    t.portal_password = new
                    t.counts["password_changed"] += 1
                    mark, colour, say = "密碼已變更，下次登入請使用新密碼。", "Blue", "密碼已變更"
        rows = "".join(
            f'<tr><td align="right">{x}：</td><td><input name="NTUHWeb1$TextBox{i}" type="password" maxlength="20" id="NTUHWeb1_TextBox{i}" /><span id="NTUHWeb1_RequiredFieldValidator{i}" style="color:Red;display:none;">必填</span></td></tr>'
            for i, x in ((1, "請輸入舊密碼"), (2, "請輸入新密碼"), (3, "請再輸入新密碼")))
        body = f"""<table border="0" width="100%"><tr><td bgcolor="#336699"><font color="white">更改密碼</font></td></tr></table>
<table>{rows}<tr><td align="right">密碼強度檢核：</td><td><span id="NTUHWeb1_lblPower"></span></td></tr>
<tr><td></td><td><a id="NTUHWeb1_lnkSave" href="javascript:__doPostBack(&#39;NTUHWeb1$lnkSave&#39;,&#39;&#39;)">確定變更</a></td></tr></table>
<span id="NTUHWeb1_lblMsg" style="color:{colour};">{mark}</span>
密碼設定條件：<ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol>{self.foot(sid)}"""
        return self.aspx(r, page, "更改密碼", body, sid, say, "Form1")

    def contact(self, r: Request, sid: str) -> Response:
        t, mark = self.truth, ""
        page, p = "/WebApplication/Personal/EmpContact.aspx", self.truth.person
        if r.method == "POST":
            self.takes(r, **{"NTUHWeb1$FormView1$txtMobile": "mobile_phone"})
            if not self.fresh(r, page, sid):
                return self.broken()
            if r.get("__EVENTTARGET") == "NTUHWeb1$lbtLogout":
                return self.leave(sid)
            if r.has("NTUHWeb1$btnSave"):
                got = {key: r.get("NTUHWeb1$FormView1$" + n).strip() for n, _, key, _ in CONTACT}
                if not re.fullmatch(r"09\d{8}", got["mobile_phone"]) or not all(r.has("NTUHWeb1$FormView1$" + n) for n, *_ in CONTACT):
                    mark = "行動電話格式有誤，資料未異動"
                else:
                    t.saved_contact = got
                    t.counts["contact_saved"] += 1
                    mark = "資料異動完成 " + time.strftime("%Y/%m/%d %H:%M")
        rows = "".join(
            f'<tr><td class="tdHead">{label}</td><td><input name="NTUHWeb1$FormView1${n}" type="text" value="{escape(t.saved_contact.get(key, getattr(p, key)))}" maxlength="30" id="NTUHWeb1_FormView1_{n}" /> <font size="2" color="gray">{hint}</font></td></tr>'
            for n, label, key, hint in CONTACT)
        body = f"""<b>台大醫院---維護個人連絡資料</b> <input type="submit" name="NTUHWeb1$btnSave" value="異動儲存" id="NTUHWeb1_btnSave" /><span id="NTUHWeb1_lblResult" class="lblMsg">{mark}</span>
<table cellspacing="0" border="0" id="NTUHWeb1_FormView1"><tr><td colspan="2"><table><tr><td>員工編號：</td><td><span>{p.employee_id}</span></td><td>姓名：</td><td><span>{p.name}</span></td></tr>{rows}</table></td></tr></table>{self.foot(sid)}"""
        return self.aspx(r, page, "維護個人連絡資料", body, sid, name="Form1")

    # ---- account site
    def account(self, r: Request) -> Response:
        t = self.truth
        if r.path in ("/", "/Default.aspx"):
            return self.rules(r)
        if r.path in ("/OpenAccount.aspx", "/ResetPwd.aspx"):
            return self.proof(r)
        if r.path in ("/OpenAccount2.aspx", "/ResetPwd2.aspx"):
            sid = r.cookies.get("HelpSession", "")
            if "account:" + sid not in t.sessions:
                return redirect("/Default.aspx")
            return self.last(r, sid)
        return Response("<html><body>找不到資源。</body></html>", 404)

    def rules(self, r: Request) -> Response:
        body = """<h3>資訊室 帳號服務</h3><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><p>適用功能：本院雲端服務、電子郵件信箱、VPN、數位學習及院內非Portal之業務</p>
<b>《規範》</b><ul><li>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul>
<b>《常見問題與服務》</b><dl><dt>密碼修改後多久可以生效</dt><dd>即時生效。</dd><dt>忘記密碼</dt><dd>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</dd></dl>
<table border="1" id="DataList1"><tr><td><a id="HyperLink1" href="OpenAccount.aspx">啟用網路帳號及首次雲端帳號密碼設定</a><br />啟用本院微軟相關服務，如：Office365, Outlook...</td></tr>
<tr><td><a id="HyperLink2" href="ResetPwd.aspx">重置雲端服務密碼</a><br />重設非Portal帳號的密碼：Email, 無線網路, KM...註：從未使用請先【啟用網路帳號】</td></tr><tr><td><a id="HyperLink3" href="#">總院廠商VPN展延申請</a></td></tr></table>"""
        return self.aspx(r, "/Default.aspx", "資訊室帳號服務", body)

    def proof(self, r: Request) -> Response:
        t, panel, mark, user = self.truth, "", "", r.get("txtEmpNo").strip()
        ticket = r.cookies.get("HelpAsk", "")
        ask = self.asked.get(ticket)
        if r.method == "POST":
            self.takes(r, txtEmpNo="employee_id", txtRegPhone="registered_phone", txtOTP="code")
            if not self.fresh(r, r.path, ticket) or ask is None:
                return self.broken()
            if r.has("btnSendSMS"):
                if user == t.person.employee_id:
                    ask["user"], panel = user, "phone"
                else:
                    mark = "查無此員工編號"
            elif r.has("btnSendOK") and ask.get("user"):
                if re.sub(r"\D", "", r.get("txtRegPhone")) != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                    mark, panel = "門號與登記資料不符", "phone"
                else:
                    ask["code"], ask["at"] = t.new_message(), time.time()
                    panel = "sent"
            elif r.has("btnNext"):
                if not ask.get("code") or r.get("txtOTP").strip() != ask["code"] or user != ask.get("user"):
                    t.counts["code_refused"] += 1
                    mark = "動態碼錯誤，請重新輸入"
                elif time.time() - float(str(ask["at"])) > 120:
                    t.counts["code_refused"] += 1
                    mark = "動態碼已逾時，請重新取得"
                else:
                    sid = secrets.token_hex(12)
                    self.asked.pop(ticket)
                    t.sessions.add("account:" + sid)
                    t.counts["code_accepted"] += 1
                    return redirect(r.path.replace(".aspx", "2.aspx"), ("Set-Cookie", f"HelpSession={sid}; path=/; HttpOnly"))
        else:
            ticket = secrets.token_hex(8)
            self.asked[ticket] = {}
        head = "啟用網路帳號及首次雲端帳號密碼設定" if r.path.startswith("/Open") else "重置雲端服務密碼"
        pop = ""
        if panel == "phone":
            pop = '<div id="pnlPhone" class="modalPopup"><table><tr><td>請輸入帳號登記的手機門號(10碼)</td></tr><tr><td><input name="txtRegPhone" type="text" maxlength="10" id="txtRegPhone" /></td></tr><tr><td><input type="submit" name="btnSendOK" value="確定發送" id="btnSendOK" /> <input type="submit" name="btnSendNo" value="取消" id="btnSendNo" /></td></tr></table></div>'
        elif panel == "sent":
            pop = '<div id="pnlSent" class="modalPopup"><b>動態碼簡訊發送成功</b><br />成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」<br /><input type="button" value="確定" onclick="document.getElementById(\'pnlSent\').style.display=\'none\';" /></div>'
        body = f"""<b>進行身分驗證</b><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul>
<table border="1" cellspacing="0"><caption>{head}</caption><tr><td>網路帳號 / 主職員工編號</td><td><input name="txtEmpNo" type="text" value="{escape(user)}" maxlength="10" id="txtEmpNo" /></td><td><input type="submit" name="btnSendSMS" value="發送簡訊動態碼" id="btnSendSMS" /></td></tr>
<tr><td>簡訊(或MOTP)動態碼</td><td><input name="txtOTP" type="text" maxlength="8" id="txtOTP" autocomplete="off" /></td><td></td></tr><tr><td colspan="3" align="right"><input type="submit" name="btnNext" value="下一步" id="btnNext" /></td></tr></table>
<span id="lblErr" style="color:Red;">{mark}</span>{pop}<br /><a href="Default.aspx">回首頁</a>"""
        answer = self.aspx(r, r.path, head, body, ticket)
        answer.headers.append(("Set-Cookie", f"HelpAsk={ticket}; path=/; HttpOnly"))
        return answer

    def last(self, r: Request, sid: str) -> Response:
        t, p, mark, opening = self.truth, self.truth.person, "", r.path.startswith("/Open")
        if r.method == "POST":
            self.takes(r, txtMailName="alias", txtPwd1="cloud_password", txtPwd2="cloud_password_again")
            if not self.fresh(r, r.path, sid):
                return self.broken()
            if r.get("__EVENTTARGET") == "lbtLeave" or r.has("btnCancel"):
                t.sessions.discard("account:" + sid)
                t.counts["sign_out_account"] += 1
                return redirect("/Default.aspx")
            name, one, two = r.get("txtMailName").strip(), r.get("txtPwd1"), r.get("txtPwd2")
            if r.has("btnOpen") or r.has("btnReset"):
                if opening and t.alias:
                    mark = "此帳號先前已啟用，不得重複啟用"
                elif opening and name.lower() == "taken.name":
                    mark = "郵件名稱已有人使用，請改用其他名稱"
                elif opening and not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", name):
                    mark = "郵件名稱格式不符"
                elif not opening and not t.alias:
                    mark = "尚未啟用，請先啟用網路帳號"
                elif one != two:
                    mark = "密碼與確認密碼不同"
                elif len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search("[0-9]", one) or one == t.portal_password:
                    mark = "密碼須8碼以上英文及數字，且不可與Portal密碼相同"
                elif opening:
                    t.alias, t.cloud_password = name, one
                    t.counts["activated"] += 1
                    return self.aspx(r, r.path, "設定完成", f'<h3>設定完成</h3><span id="lblDone">{p.name} 您的雲端服務帳號 {escape(name)}@ntuh.gov.tw 已建立完成，將於隔日生效。</span><br /><a id="lbtLeave" href="javascript:__doPostBack(&#39;lbtLeave&#39;,&#39;&#39;)">離開</a>', sid)
                else:
                    t.cloud_password, mark = one, "密碼重置完成，即時生效"
        facts = "".join(f"<tr><td>{a}</td><td><span>{b}</span></td></tr>" for a, b in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        boxes = '<tr><td>設定密碼</td><td><input name="txtPwd1" type="password" id="txtPwd1" /> 8碼以上，含英文及數字</td></tr><tr><td>確認密碼</td><td><input name="txtPwd2" type="password" id="txtPwd2" /></td></tr>'
        if opening and t.alias:
            form = f'<tr><td>雲端服務帳號 (電子郵件名稱)</td><td><span id="lblMail">{t.alias}@ntuh.gov.tw</span></td></tr><tr><td>狀態</td><td>已啟用（不可再次設定）</td></tr>'
        elif opening:
            form = f"""<tr><td>雲端服務帳號<br />(電子郵件名稱)</td><td><input name="txtMailName" type="text" maxlength="64" id="txtMailName" value="{escape(r.get('txtMailName'))}" />@ntuh.gov.tw 名稱長度限64字元內</td></tr>{boxes}
<tr><td></td><td><input type="submit" name="btnCancel" value="取消啟用" id="btnCancel" /> <input type="submit" name="btnOpen" value="啟用雲端服務" id="btnOpen" onclick="return confirm('電子郵件名稱設定後不能修改，確定？');" /> 服務於設定完成隔日生效</td></tr>"""
        else:
            form = boxes + '<tr><td></td><td><input type="submit" name="btnReset" value="確定重置" id="btnReset" /></td></tr>'
        body = f"""<h3>{'設定密碼與郵件別名' if opening else '重置雲端服務密碼'}</h3><p>雲端服務帳號說明：1. 雲端服務帳號為跨體系使用。2. 服務於設定完成隔日生效。</p><table border="1">{facts}{form}</table>
<span id="lblErr" style="color:Red;">{mark}</span><p><a id="lbtLeave" href="javascript:__doPostBack(&#39;lbtLeave&#39;,&#39;&#39;)">登出</a></p>"""
        return self.aspx(r, r.path, "設定密碼與郵件別名", body, sid)

    # ---- webmail
    def mail(self, r: Request) -> Response:
        t = self.truth
        if r.path == "/CheckCode.ashx":
            return Response(picture(t.new_captcha("abcdefghkmnpqrstuvwxy23456789", 5), "PNG"), kind="image/png")
        sid = r.cookies.get("NtuhMail", "")
        if r.path == "/Inbox.aspx":
            if "mail:" + sid not in t.sessions:
                return redirect("/Login.aspx")
            if r.method == "POST":
                self.takes(r)
                if not self.fresh(r, r.path, sid):
                    return self.broken()
                if r.get("__EVENTTARGET") == "LinkButton1":
                    t.sessions.discard("mail:" + sid)
                    t.counts["sign_out_mail"] += 1
                    return redirect("/Login.aspx")
            return self.aspx(r, r.path, "收件匣", f'<b>{t.alias}@ntuh.gov.tw 收件匣</b> <a id="LinkButton1" href="javascript:__doPostBack(&#39;LinkButton1&#39;,&#39;&#39;)">登出</a><table id="GridView1" border="1"><tr><th>寄件者</th><th>主旨</th></tr><tr><td>資訊室</td><td>歡迎使用本院電子郵件</td></tr></table>', sid)
        if r.path != "/Login.aspx":
            return redirect("/Login.aspx")
        mark = ""
        if r.method == "POST":
            self.takes(r, txtMailId="mail_account", txtMailPw="mail_password", txtCheck="captcha")
            if not self.fresh(r, r.path):
                return self.broken()
            wanted, t.captcha = t.captcha, ""
            if not wanted or r.get("txtCheck").strip() != wanted:
                mark = "驗證碼輸入錯誤"
            elif not t.alias or r.get("txtMailId").strip().lower() != t.alias.lower() or r.get("txtMailPw") != t.cloud_password:
                mark = "帳號或密碼有誤"
            else:
                sid = secrets.token_hex(12)
                t.sessions.add("mail:" + sid)
                t.counts["mail_sign_in"] += 1
                return redirect("/Inbox.aspx", ("Set-Cookie", f"NtuhMail={sid}; path=/; HttpOnly"))
        body = f"""<table><tr><td>帳號:</td><td><input name="txtMailId" type="text" id="txtMailId" /></td></tr><tr><td>密碼:</td><td><input name="txtMailPw" type="password" id="txtMailPw" /></td></tr>
<tr><td>驗證碼(小寫字母或數字):</td><td><input name="txtCheck" type="text" id="txtCheck" maxlength="5" /><img id="imgCheck" src="CheckCode.ashx" alt="" /></td></tr>
<tr><td></td><td><input id="chkKeep" type="checkbox" name="chkKeep" /><label for="chkKeep">記住登入資訊 (公用電腦請勿勾選)</label></td></tr><tr><td></td><td><input type="submit" name="btnLogin" value="登入" id="btnLogin" /> <span style="color:Red;">{mark}</span></td></tr></table>
<fieldset><legend>公佈欄</legend>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<br />※如無法登入，請先至下方網址變更密碼，謝謝：<br /><a href="{self.urls['account']}/">https://help.ntuh.gov.tw/</a></fieldset>"""
        return self.aspx(r, "/Login.aspx", "電子郵件", body)

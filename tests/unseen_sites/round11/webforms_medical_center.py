"""A medical centre's own WebForms site.

Its developer: 阿宏, 47, in the information office since 2003. Hungarian prefixes everywhere, master page `ctl00$cphBody$…`,
names controls after the form on paper (`txtEmpNo`, `ddlZone`), forgets AssociatedControlID, copied the MD5 script from a blog
and the modal panel from the AjaxControlToolkit samples. Messages by ScriptManager.RegisterStartupScript.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
import time
from html import escape as E
from urllib.parse import quote

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

MD5_JS = """// md5.js  (2009/03 from blog, utf8 fixed by Hung 2016/05)
function hex_md5(t){function rl(x,c){return (x<<c)|(x>>>(32-c));}
var s=unescape(encodeURIComponent(t)),n=s.length,w=[],i,j,K=[],R=[7,12,17,22,5,9,14,20,4,11,16,23,6,10,15,21];
for(i=0;i<64;i++)K[i]=Math.floor(Math.abs(Math.sin(i+1))*4294967296)|0;
var N=((n+8)>>6)+1;for(i=0;i<N*16;i++)w[i]=0;
for(i=0;i<n;i++)w[i>>2]|=s.charCodeAt(i)<<((i%4)*8);
w[n>>2]|=0x80<<((n%4)*8);w[N*16-2]=n*8;
var a=1732584193,b=-271733879,c=-1732584194,d=271733878;
for(i=0;i<N*16;i+=16){var A=a,B=b,C=c,D=d,f,g,x;
for(j=0;j<64;j++){if(j<16){f=(B&C)|(~B&D);g=j;}else if(j<32){f=(D&B)|(~D&C);g=(5*j+1)%16;}else if(j<48){f=B^C^D;g=(3*j+5)%16;}else{f=C^(B|~D);g=(7*j)%16;}
x=D;D=C;C=B;B=(B+rl((A+f+K[j]+w[i+g])|0,R[(j>>4)*4+j%4]))|0;A=x;}
a=(a+A)|0;b=(b+B)|0;c=(c+C)|0;d=(d+D)|0;}
var h='',q=[a,b,c,d];for(i=0;i<16;i++){x=(q[i>>2]>>>((i%4)*8))&255;h+=(x<16?'0':'')+x.toString(16);}return h;}
"""

MENU = [
    ("01", "醫療系統", [("0101", "門診醫囑"), ("0102", "住院醫囑"), ("0105", "檢驗報告查詢")]),
    ("04", "數位學習", [("0401", "KM系統"), ("0402", "TMS數位學習")]),
    ("06", "行政系統", [("0601", "差勤系統"), ("0602", "表單下載")]),
    ("07", "個人管理", [("0701", "更改密碼"), ("0702", "個人簽章提醒設定"), ("0703", "薪資所得免稅額申報表"), ("0705", "查詢員工連絡資料"),
                     ("0706", "維護個人連絡資料"), ("0709", "權限更改申請(總院)"), ("0712", "流感同意書列印")]),
]
INNER = {"0701": "/WebApplication/PersonMgr/PasswordModify.aspx", "0706": "/WebApplication/PersonMgr/ContactModify.aspx"}


class TheSite(Site):
    title = "WebForms site of a medical centre's IT department"
    def __init__(self) -> None:
        super().__init__()
        self.states: dict[str, tuple[str, str, dict]] = {}
        self.live: set[str] = set()
        self.proof: dict[str, str] = {}
        self.boxes: set[str] = set()
        self.code_time = 0.0
    # ---------- the WebForms wire
    def vs(self, page: str, **kept) -> str:
        raw = base64.b64encode(secrets.token_bytes(90)).decode()
        ev = base64.b64encode(secrets.token_bytes(48)).decode()
        self.states[raw] = (page, ev, kept)
        gen = hashlib.md5(page.encode()).hexdigest()[:8].upper()
        return (f'<div class="aspNetHidden">\n<input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" />\n'
                f'<input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />\n'
                f'<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{raw}" />\n</div>\n'
                """<script type="text/javascript">
//<![CDATA[
var theForm = document.forms['aspnetForm'];
if (!theForm) { theForm = document.aspnetForm; }
function __doPostBack(eventTarget, eventArgument) {
    if (!theForm.onsubmit || (theForm.onsubmit() != false)) { theForm.__EVENTTARGET.value = eventTarget; theForm.__EVENTARGUMENT.value = eventArgument; theForm.submit(); }
}
//]]>
</script>
"""
                f'<div class="aspNetHidden">\n\t<input type="hidden" name="__VIEWSTATEGENERATOR" id="__VIEWSTATEGENERATOR" value="{gen}" />\n'
                f'\t<input type="hidden" name="__EVENTVALIDATION" id="__EVENTVALIDATION" value="{ev}" />\n</div>')
    def posted_state(self, r: Request, page: str) -> dict | None:
        known = self.states.pop(r.get("__VIEWSTATE"), None)
        if not known or known[0] != page or known[1] != r.get("__EVENTVALIDATION"): return None
        return known[2]
    def bad_state(self) -> Response:
        return Response("<html><head><title>驗證失敗</title></head><body><h2>頁面已逾時或重複送出</h2>無效的回傳或回呼引數 (viewstate)。請由首頁重新進入。</body></html>", 500)
    def master(self, title: str, page: str, action: str, body: str, script: str = "", **kept) -> Response:
        start = f"\n<script type=\"text/javascript\">\n//<![CDATA[\n{script}//]]>\n</script>" if script else ""
        return Response(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head><title>
\t{title}
</title><meta http-equiv="X-UA-Compatible" content="IE=edge" /><link href="/App_Themes/Blue/StyleSheet.css" type="text/css" rel="stylesheet" />
<script src="/Scripts/md5.js" type="text/javascript"></script></head>
<body>
<form name="aspnetForm" method="post" action="{E(action)}" id="aspnetForm">
{self.vs(page, **kept)}
<div id="divTop"><img src="/images/logo.gif" alt="" /><span id="ctl00_lblSysName" class="sysname">{title}</span></div>
{body}
<div id="divFoot">資訊室 分機261120　建議解析度1280x1024　Copyright &copy; 2025</div>{start}
</form>
</body>
</html>""")
    @staticmethod
    def asset(r: Request) -> Response | None:
        if r.path == "/Scripts/md5.js": return Response(MD5_JS, kind="application/javascript; charset=utf-8")
        if r.path.endswith(".css"): return Response("body{font-family:微軟正黑體;font-size:13px}.need{color:red}", kind="text/css")
        if r.path.startswith("/images/"): return Response("", 404)
        return None
    # ---------- portal
    def portal(self, r: Request) -> Response:
        hit = self.asset(r)
        if hit: return hit
        if r.path in ("/", "/Default.aspx"): return redirect("/General/Login.aspx")
        if r.path == "/General/Login.aspx": return self.login_post(r) if r.method == "POST" else self.login_page()
        if r.path == "/General/VerifyImg.ashx": return Response(picture(self.truth.new_captcha()), kind="image/gif", headers=[("Cache-Control", "no-store")])
        sid = r.query.get("SESSION", "")
        if sid not in self.live or r.cookies.get("_CK_HISPortal") != sid: return Response("<script>alert('連線逾時，請重新登入！');location.href='/General/Login.aspx';</script>")
        if r.path == "/General/Redirect.aspx":
            return Response(f"<html><head><title>登入中</title><meta http-equiv=\"refresh\" content=\"0;url=/General/Main.aspx?SESSION={sid}\"></head><body>系統登入中，請稍候...</body></html>")
        if r.path == "/General/Main.aspx": return self.main(r, sid)
        return Response("<h1>找不到資源。</h1>", 404)
    def login_page(self, user: str = "", zone: str = "", message: str = "") -> Response:
        zones = [("", "--請選擇--"), ("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("T4", "新竹分院"), ("Y0", "雲林分院")]
        opts = "".join(f'<option {"selected=selected " if v == zone else ""}value="{v}">{t}</option>' for v, t in zones)
        script = f"alert('{message}');" if message else ""
        body = f"""<script type="text/javascript">
function CheckAndSetPassTextBox(id) {{
    var o = document.getElementById(id);
    if (o.value.length > 0 && o.value.length != 32) {{ o.value = hex_md5(o.value); }}
    return true;
}}
function CapsTip(e) {{ document.getElementById('capTip').style.visibility = (e.getModifierState && e.getModifierState('CapsLock')) ? 'visible' : 'hidden'; }}
</script>
<div id="divNet"><a href="javascript:__doPostBack('ctl00$cphBody$lbtOut','')">院外網</a> <a href="javascript:__doPostBack('ctl00$cphBody$lbtIn','')">院內網</a> 　數位學習 KM系統 差勤系統 表單下載 網路掛號</div>
<div id="ctl00_cphBody_upLogin">
<table border="0" cellspacing="2" class="tbLogin">
<tr><td colspan="2" class="hd">醫療資訊系統<br />Hospital Information System</td></tr>
<tr><td class="c">院區</td><td><select name="ctl00$cphBody$ddlZone" id="ctl00_cphBody_ddlZone">{opts}</select>
<span id="ctl00_cphBody_rfvZone" class="need" style="display:none;">請選擇院區</span></td></tr>
<tr><td class="c">帳號</td><td><input name="ctl00$cphBody$txtEmpNo" type="text" maxlength="8" id="ctl00_cphBody_txtEmpNo" value="{E(user)}" style="width:120px;" />
<span id="ctl00_cphBody_rfvEmp" class="need" style="display:none;">帳號不可空白</span></td></tr>
<tr><td class="c">密碼</td><td><input name="ctl00$cphBody$txtPass" type="password" maxlength="20" id="ctl00_cphBody_txtPass" autocomplete="off" onkeypress="CapsTip(event);" style="width:120px;" />
<span id="capTip" style="visibility:hidden;color:red;">大寫鎖定(CapsLock)已開啟</span></td></tr>
<tr id="trVerify1"><td class="c">驗證碼</td><td><input name="ctl00$cphBody$txtVerify" type="text" maxlength="6" id="ctl00_cphBody_txtVerify" autocomplete="off" style="width:70px;" /> (不用區分大小寫)</td></tr>
<tr id="trVerify2"><td></td><td><img id="ctl00_cphBody_imgVerify" src="VerifyImg.ashx?t={secrets.token_hex(4)}" alt="" style="height:36px;width:120px;" />
<input type="image" name="ctl00$cphBody$ibtRegen" id="ctl00_cphBody_ibtRegen" title="更換驗證碼圖片" src="/images/refresh.gif" /></td></tr>
<tr><td></td><td><table id="ctl00_cphBody_rblMenu"><tr><td><input id="ctl00_cphBody_rblMenu_0" type="radio" name="ctl00$cphBody$rblMenu" value="M" checked="checked" /><label for="ctl00_cphBody_rblMenu_0">醫療相關選單</label></td></tr>
<tr><td><input id="ctl00_cphBody_rblMenu_1" type="radio" name="ctl00$cphBody$rblMenu" value="A" /><label for="ctl00_cphBody_rblMenu_1">行政系統選單</label></td></tr></table></td></tr>
<tr><td></td><td><input type="image" name="ctl00$cphBody$ibtLogin" id="ctl00_cphBody_ibtLogin" src="/images/btn_login.gif" alt="登入系統" onclick="return CheckAndSetPassTextBox('ctl00_cphBody_txtPass');" /></td></tr>
</table></div>
<p class="note">如無法登入，請撥資訊室分機261120，請協助重設PORTAL登入密碼。</p>"""
        return self.master("醫療資訊入口系統", "login", "./Login.aspx", body, script)
    def login_post(self, r: Request) -> Response:
        p = "ctl00$cphBody$"
        self.takes(r, **{p + "ddlZone": "campus", p + "txtEmpNo": "employee_id", p + "txtPass": "portal_password", p + "txtVerify": "captcha"})
        if self.posted_state(r, "login") is None: return self.bad_state()
        user, zone = r.get(p + "txtEmpNo").strip(), r.get(p + "ddlZone")
        if not r.has(p + "ibtLogin.x"):
            if r.get("__EVENTTARGET").startswith(p + "lbt"): return self.login_page(user, zone, "請於院內網路使用本系統。")
            return self.login_page(user, zone)
        want, self.truth.captcha = self.truth.captcha, ""
        if not want or r.get(p + "txtVerify").strip().upper() != want.upper():
            self.truth.counts["sign_in_refused"] += 1
            return self.login_page(user, zone, "圖形驗證碼輸入錯誤，請重新輸入。")
        if zone not in ("T0", "T2", "T3", "T4", "Y0"):
            self.truth.counts["sign_in_refused"] += 1
            return self.login_page(user, zone, "請選擇院區。")
        digest = hashlib.md5(self.truth.portal_password.encode()).hexdigest()
        if user != self.truth.person.employee_id or r.get(p + "txtPass") != digest or zone != "T0":
            self.truth.counts["sign_in_refused"] += 1
            return self.login_page(user, zone, "登入失敗：帳號或密碼不正確，或於該院區無權限。")
        sid = secrets.token_hex(16).upper()
        self.live.add(sid)
        self.truth.sessions.add("portal:" + sid)
        self.truth.counts["sign_in"] += 1
        return redirect(f"/General/Redirect.aspx?SESSION={sid}", ("Set-Cookie", f"_CK_HISPortal={sid}; path=/; HttpOnly"))
    def main(self, r: Request, sid: str) -> Response:
        if r.method == "POST":
            self.takes(r)
            if self.posted_state(r, "main" + sid) is None: return self.bad_state()
            if r.has("ctl00$ibtLogOut.x"): return self.leave(sid)
            target, arg = r.get("__EVENTTARGET"), r.get("__EVENTARGUMENT")
            if target == "ctl00$tvMenu" and arg.startswith("s"):
                key = arg.split("\\")[-1]
                if key in INNER and arg == f"s07\\{key}": return redirect(f"{self.urls['inner']}{INNER[key]}?SESSION={sid}")
                return self.main_page(sid, "alert('您無此功能權限。');")
            return self.main_page(sid)
        return self.main_page(sid)
    def leave(self, sid: str) -> Response:
        self.live.discard(sid)
        self.truth.sessions.discard("portal:" + sid)
        self.truth.counts["sign_out_portal"] += 1
        return redirect(self.urls["portal"] + "/General/Login.aspx", ("Set-Cookie", "_CK_HISPortal=; path=/; expires=Thu, 01-Jan-1970 00:00:00 GMT"))
    def main_page(self, sid: str, script: str = "") -> Response:
        tree, n = "", 0
        for code, name, items in MENU:
            tree += f'<table cellpadding="0" style="border-width:0;"><tr><td><a id="ctl00_tvMenut{n}i" href="javascript:__doPostBack(\'ctl00$tvMenu\',\'t{code}\')"><img src="/images/minus.gif" alt="摺疊 {name}" /></a></td><td class="ctl00_tvMenu_2"><a class="ctl00_tvMenu_0" href="javascript:__doPostBack(\'ctl00$tvMenu\',\'s{code}\')" id="ctl00_tvMenut{n}">{name}</a></td></tr></table><div id="ctl00_tvMenun{n}Nodes">'
            for key, text in items:
                n += 1
                tree += f'<table cellpadding="0"><tr><td><div style="width:20px;height:1px"></div></td><td><a class="ctl00_tvMenu_0" href="javascript:__doPostBack(\'ctl00$tvMenu\',\'s{code}\\\\{key}\')" id="ctl00_tvMenut{n}">{text}</a></td></tr></table>'
            tree += "</div>"
            n += 1
        body = f"""<div id="TopBar"><span id="ctl00_lblHello">{self.truth.person.name} 您好!</span>　總院差勤待簽 0 未核准 0 被駁回 0 / 總院Workflow待簽 0
<input type="image" name="ctl00$ibtRefresh" src="/images/refresh.gif" alt="重新整理" /> <input type="image" name="ctl00$ibtLogOut" id="ctl00_ibtLogOut" src="/images/logout.gif" alt="登出" title="登出系統" /></div>
<table width="100%"><tr valign="top"><td width="220"><div id="ctl00_tvMenu">{tree}</div></td>
<td><b>全院公告</b> 2<table border="1" rules="rows"><tr><th>日期</th><th>標題</th></tr>
<tr><td>2025/10/21</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr><tr><td>2025/08/01</td><td>新進人員請儘速更改密碼並維護個人連絡資料</td></tr></table>
公告查詢 <input name="ctl00$cphBody$txtNews" type="text" id="ctl00_cphBody_txtNews" /><input type="submit" name="ctl00$cphBody$btnNews" value="查詢" /></td></tr></table>"""
        return self.master("醫療資訊入口系統", "main" + sid, f"./Main.aspx?SESSION={sid}", body, script)
    # ---------- inner pages
    def inner(self, r: Request) -> Response:
        hit = self.asset(r)
        if hit: return hit
        sid = r.query.get("SESSION", "")
        if sid not in self.live: return Response(f"<html><body><script>alert('您尚未登入或已逾時');top.location.href='{self.urls['portal']}/';</script></body></html>")
        if r.path == INNER["0701"]: return self.pw_post(r, sid) if r.method == "POST" else self.pw_page(sid)
        if r.path == INNER["0706"]: return self.contact_post(r, sid) if r.method == "POST" else self.contact_page(sid)
        return Response("<h1>找不到資源。</h1>", 404)
    def pw_page(self, sid: str, script: str = "", label: str = "") -> Response:
        q = "NTUHWeb1_"
        body = f"""<div class="title">更改密碼</div><table class="tbForm" border="1">
<tr><td>請輸入舊密碼：</td><td><input name="NTUHWeb1$txtPwdO" type="password" id="{q}txtPwdO" /><span id="{q}rfvO" style="color:Red;display:none;">*舊密碼必填</span></td></tr>
<tr><td>請輸入新密碼：</td><td><input name="NTUHWeb1$txtPwdN" type="password" maxlength="20" id="{q}txtPwdN" onkeyup="chkStrong(this.value);" /><span id="{q}revN" style="color:Red;display:none;">*密碼不符合條件</span></td></tr>
<tr><td>請再輸入新密碼：</td><td><input name="NTUHWeb1$txtPwdN2" type="password" maxlength="20" id="{q}txtPwdN2" /><span id="{q}cvN" style="color:Red;display:none;">*兩次輸入的新密碼不同</span></td></tr>
<tr><td>密碼強度檢核：</td><td><span id="{q}lblStrong">　</span></td></tr>
<tr><td>密碼設定條件：</td><td>1.密碼長度不可少於8個字元<br />2.密碼內容需包含英文及數字</td></tr>
<tr><td colspan="2" align="center"><input type="submit" name="NTUHWeb1$btnSave" value="確認更改" id="{q}btnSave" /> <input type="reset" value="清除" />
<br /><span id="{q}lblMsg" style="color:Red;">{label}</span></td></tr></table>
<a id="{q}lbtBack" href="javascript:__doPostBack('NTUHWeb1$lbtBack','')">回功能選單</a>　<a id="{q}lbtOut" href="javascript:__doPostBack('NTUHWeb1$lbtOut','')">登出系統</a>
<script type="text/javascript">function chkStrong(v){{document.getElementById('{q}lblStrong').innerHTML=v.length<8?'弱':(/[A-Za-z]/.test(v)&&/[0-9]/.test(v)?'中':'弱');}}</script>"""
        return self.master("更改密碼", "pw" + sid, f"./PasswordModify.aspx?SESSION={sid}", body, script)
    def pw_post(self, r: Request, sid: str) -> Response:
        self.takes(r, **{"NTUHWeb1$txtPwdO": "old_password", "NTUHWeb1$txtPwdN": "new_password", "NTUHWeb1$txtPwdN2": "new_password_again"})
        if self.posted_state(r, "pw" + sid) is None: return self.bad_state()
        target = r.get("__EVENTTARGET")
        if target == "NTUHWeb1$lbtBack": return redirect(f"{self.urls['portal']}/General/Main.aspx?SESSION={sid}")
        if target == "NTUHWeb1$lbtOut": return self.leave(sid)
        if not r.has("NTUHWeb1$btnSave"): return self.pw_page(sid)
        old, new, again = (r.get("NTUHWeb1$txtPwd" + k) for k in ("O", "N", "N2"))
        why = ""
        if old != self.truth.portal_password: why = "舊密碼輸入錯誤！"
        elif new != again: why = "兩次輸入的新密碼不同！"
        elif not 8 <= len(new) <= 20 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new): why = "新密碼不符合密碼設定條件！"
        elif new == old: why = "新密碼不可與舊密碼相同！"
        if why:
            self.truth.counts["password_refused"] += 1
            return self.pw_page(sid, label=why)
        self.truth.portal_password = new
        self.truth.counts["password_changed"] += 1
        return self.pw_page(sid, "alert('密碼更改完成，下次登入請使用新密碼。');", "密碼更改完成，請點選回功能選單。")

    FIELDS = {"txtEngLast": "english_surname", "txtEngFirst": "english_given", "txtEngMid": "english_middle",
              "txtOTel": "office_phone", "txtHTel": "home_phone", "txtCell": "mobile_phone"}
    def contact_page(self, sid: str, script: str = "", label: str = "") -> Response:
        v = {}
        for box, key in self.FIELDS.items():
            v[box] = E(self.truth.saved_contact.get(key, getattr(self.truth.person, key)))
        box = lambda n, size: f'<input name="NTUHWeb1$fv${n}" type="text" id="NTUHWeb1_fv_{n}" value="{v[n]}" style="width:{size}px;" />'  # noqa: E731
        body = f"""<div class="title">台大醫院---維護個人連絡資料</div>
<input type="submit" name="NTUHWeb1$btnModify" value="異動儲存" id="NTUHWeb1_btnModify" /> <input type="submit" name="NTUHWeb1$btnLeave" value="回功能選單" />
<span id="NTUHWeb1_lblMsg" style="color:Blue;">{label}</span>
<table class="tbForm"><tr><td>員工編號：<span id="NTUHWeb1_lblEmp">{self.truth.person.employee_id}</span></td><td>姓名：<span>{self.truth.person.name}</span></td></tr>
<tr><td colspan="2">英文姓：{box("txtEngLast", 90)} ex:Chen(陳)</td></tr>
<tr><td colspan="2">英文首名：{box("txtEngFirst", 120)} ex: Yi-Fen(怡芬) <a href="javascript:void(0)" onclick="alert('名與名之間以-相連');">(說明)</a></td></tr>
<tr><td colspan="2">英文中名：{box("txtEngMid", 90)} ex:Mary 為英文別名，如無，可不填</td></tr>
<tr><td>辦公室電話：{box("txtOTel", 90)} ex:61234或23123456</td><td>住宅電話：{box("txtHTel", 90)} ex:0223123456</td></tr>
<tr><td colspan="2">行動電話：{box("txtCell", 90)} ex:0952000000 <font color="red">(如離職或更換門號，請記得調整此欄位)</font></td></tr></table>
<input type="hidden" name="NTUHWeb1$fv$hidCell" value="{v["txtCell"]}" />"""
        return self.master("維護個人連絡資料", "ct" + sid, f"./ContactModify.aspx?SESSION={sid}", body, script)
    def contact_post(self, r: Request, sid: str) -> Response:
        self.takes(r, **{"NTUHWeb1$fv$txtCell": "mobile_phone"})
        if self.posted_state(r, "ct" + sid) is None: return self.bad_state()
        if r.has("NTUHWeb1$btnLeave"): return redirect(f"{self.urls['portal']}/General/Main.aspx?SESSION={sid}")
        if not r.has("NTUHWeb1$btnModify"): return self.contact_page(sid)
        if not re.fullmatch(r"09\d{8}", r.get("NTUHWeb1$fv$txtCell")): return self.contact_page(sid, label="行動電話格式錯誤，資料未儲存。")
        if not all(r.has("NTUHWeb1$fv$" + n) for n in self.FIELDS): return self.bad_state()
        self.truth.saved_contact = {k: r.get("NTUHWeb1$fv$" + n) for n, k in self.FIELDS.items()}
        self.truth.counts["contact_saved"] += 1
        return self.contact_page(sid, "alert('異動成功');", "資料已於 " + time.strftime("%Y/%m/%d %H:%M") + " 異動儲存成功。")
    # ---------- account site
    def account(self, r: Request) -> Response:
        hit = self.asset(r)
        if hit: return hit
        if r.path == "/": return redirect("/NetAccount/Index.aspx")
        if r.path == "/NetAccount/Index.aspx":
            if r.method == "POST":
                self.takes(r)
                if self.posted_state(r, "index") is None: return self.bad_state()
                mode = {"ctl00$cphBody$lbtStart": "Start", "ctl00$cphBody$lbtReset": "Reset"}.get(r.get("__EVENTTARGET"))
                if mode: return redirect(f"/NetAccount/Verify.aspx?Kind={mode}")
            return self.index()
        if r.path == "/NetAccount/Verify.aspx":
            kind = "Reset" if r.query.get("Kind") == "Reset" else "Start"
            return self.verify_post(r, kind) if r.method == "POST" else self.verify_page(kind)
        if r.path in ("/NetAccount/SetAlias.aspx", "/NetAccount/SetPwd.aspx"):
            sid = r.cookies.get("HelpSessionId", "")
            if self.proof.get(sid) != r.path: return Response("<script>alert('請先完成身分驗證');location.href='/NetAccount/Index.aspx';</script>")
            if r.path.endswith("SetPwd.aspx"): return self.reset(r, sid)
            return self.alias_post(r, sid) if r.method == "POST" else self.alias_page(sid)
        return Response("<h1>找不到資源。</h1>", 404)
    def index(self) -> Response:
        body = """<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼<br />適用功能：本院雲端服務、電子郵件信箱、VPN、數位學習及院內非Portal之業務</p>
<h3>《規範》</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p>
<ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>如有借用帳號行為，致院內重要資料或個人資料外洩時，該網路帳號擁有者需負相關法律之責任。</li></ul>
<p>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置</p>
<h3>《常見問題與服務》</h3><p><b>密碼修改後多久可以生效</b><br />即時生效。</p><p><b>忘記密碼</b><br />請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p>
<table class="tbEntry"><tr><td><a id="ctl00_cphBody_lbtStart" class="btn" href="javascript:__doPostBack('ctl00$cphBody$lbtStart','')">啟用網路帳號及首次雲端帳號密碼設定</a><br />啟用本院微軟相關服務，如：Office365, Outlook...</td></tr>
<tr><td><a id="ctl00_cphBody_lbtReset" class="btn" href="javascript:__doPostBack('ctl00$cphBody$lbtReset','')">重置雲端服務密碼</a><br />重設非Portal帳號的密碼：Email, 無線網路, KM, TMS...</td></tr>
<tr><td><a class="btn" href="javascript:__doPostBack('ctl00$cphBody$lbtVendor','')">總院廠商VPN展延申請</a></td></tr></table>"""
        return self.master("網路帳號服務", "index", "./Index.aspx", body)
    def verify_page(self, kind: str, emp: str = "", code: str = "", panel: str = "", label: str = "", ajax: bool = False, asked: str = "") -> Response:
        title = "重置雲端服務密碼" if kind == "Reset" else "啟用網路帳號及首次雲端帳號密碼設定"
        p, i = "ctl00$cphBody$", "ctl00_cphBody_"
        show = {k: "" if panel == k else "display:none;" for k in ("phone", "sent")}
        inner = f"""<table class="tbForm" border="1"><tr><td colspan="2" class="hd">{title}</td></tr>
<tr><td>網路帳號 / 主職員工編號</td><td><input name="{p}txtNetId" type="text" value="{E(emp)}" maxlength="6" id="{i}txtNetId" /> <input type="submit" name="{p}btnSms" value="發送簡訊動態碼" id="{i}btnSms" /></td></tr>
<tr><td>簡訊(或MOTP)動態碼</td><td><input name="{p}txtOtp" type="text" value="{E(code)}" maxlength="8" id="{i}txtOtp" autocomplete="off" /></td></tr>
<tr><td></td><td><input type="submit" name="{p}btnNext" value="下一步" id="{i}btnNext" /> <span id="{i}lblErr" class="need">{label}</span></td></tr></table>
<div id="{i}pnlPhone" class="modalPopup" style="{show['phone']}background:#fff;"><p>請輸入帳號登記的手機門號(10碼)</p>
<input name="{p}txtCellNo" type="text" maxlength="10" id="{i}txtCellNo" /><br /><input type="submit" name="{p}btnSmsOK" value="確定發送" id="{i}btnSmsOK" /> <input type="submit" name="{p}btnSmsNo" value="取消" id="{i}btnSmsNo" /></div>
<div id="{i}pnlSent" class="modalPopup" style="{show['sent']}background:#fff;"><b>動態碼簡訊發送成功</b><p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p><input type="submit" name="{p}btnSentOK" value="確定" id="{i}btnSentOK" /></div>"""
        page = "verify" + kind
        if ajax:
            parts = [("updatePanel", i + "upMain", inner)]
            hidden = dict(re.findall(r'name="(__[A-Z]+)"[^>]* value="([^"]*)"', self.vs(page, asked=asked)))
            parts += [("hiddenField", k, v) for k, v in hidden.items()]
            return Response("1|#||4|" + "".join(f"{len(c)}|{t}|{n}|{c}|" for t, n, c in parts), kind="text/plain; charset=utf-8")
        body = f"""<div class="title">進行身分驗證</div><fieldset><legend>注意事項</legend><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li><li>如未申請MOTP服務請洽資訊服務台辦理(261120)。</li></ul></fieldset>
<div id="{i}upMain">{inner}</div><div id="{i}upProg" style="display:none;">處理中...</div><a href="/NetAccount/Index.aspx">回首頁</a>"""
        return self.master(title, page, f"./Verify.aspx?Kind={kind}", body, asked=asked)
    def verify_post(self, r: Request, kind: str) -> Response:
        p = "ctl00$cphBody$"
        self.takes(r, **{p + "txtNetId": "employee_id", p + "txtOtp": "code", p + "txtCellNo": "registered_phone"})
        kept = self.posted_state(r, "verify" + kind)
        if kept is None: return self.bad_state()
        ajax = r.get("__ASYNCPOST") == "true"
        emp, code, asked = r.get(p + "txtNetId").strip(), r.get(p + "txtOtp").strip(), kept["asked"]
        def show(**k: str) -> Response:
            return self.verify_page(kind, emp, ajax=ajax, **{"asked": asked, **k})
        if r.has(p + "btnSms"):
            if emp != self.truth.person.employee_id: return show(label="查無此帳號，請確認。")
            return show(panel="phone", asked=emp)
        if r.has(p + "btnSmsOK"):
            if not asked or asked != emp: return show(label="請重新按「發送簡訊動態碼」。")
            if r.get(p + "txtCellNo").strip() != self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone):
                return show(panel="phone", label="輸入之門號與帳號登記門號不符！")
            self.truth.new_message()
            self.code_time = time.time()
            return show(panel="sent")
        if r.has(p + "btnNext"):
            good = bool(self.truth.messages) and code == self.truth.messages[-1] and emp == self.truth.person.employee_id
            if good and time.time() - self.code_time <= 120:
                self.code_time = 0.0
                sid = secrets.token_hex(12)
                to = "/NetAccount/SetPwd.aspx" if kind == "Reset" else "/NetAccount/SetAlias.aspx"
                self.proof[sid] = to
                self.truth.sessions.add("account:" + sid)
                self.truth.counts["code_accepted"] += 1
                cookie = ("Set-Cookie", f"HelpSessionId={sid}; path=/; HttpOnly")
                if ajax: return Response(f"1|#||4|{len(quote(to, safe=''))}|pageRedirect||{quote(to, safe='')}|", kind="text/plain; charset=utf-8", headers=[cookie])
                return redirect(to, cookie)
            self.truth.counts["code_refused"] += 1
            return show(label="動態碼已逾時，請重新取得。" if good else "動態碼驗證失敗，請重新輸入。")
        return show()
    def alias_page(self, sid: str, label: str = "", script: str = "", name: str = "") -> Response:
        me, p, i = self.truth.person, "ctl00$cphBody$", "ctl00_cphBody_"
        done = bool(self.truth.alias)
        if done:
            entry = f'<tr><td>雲端服務帳號 (電子郵件名稱)</td><td><span id="{i}lblAlias">{E(self.truth.alias)}@ntuh.gov.tw</span></td></tr><tr><td colspan="2"><span class="need">此帳號已完成啟用，郵件名稱不得修改。</span></td></tr>'
        else:
            entry = f"""<tr><td>雲端服務帳號 (電子郵件名稱)</td><td><input name="{p}txtAlias" type="text" maxlength="64" id="{i}txtAlias" value="{E(name)}" />@ntuh.gov.tw 名稱長度限64字元內</td></tr>
<tr><td>雲端服務密碼</td><td><input name="{p}txtCPwd" type="password" id="{i}txtCPwd" /> 8碼以上，含英文及數字</td></tr><tr><td>確認雲端服務密碼</td><td><input name="{p}txtCPwd2" type="password" id="{i}txtCPwd2" /><span id="{i}cvPwd" class="need" style="display:none;">密碼不一致</span></td></tr>
<tr><td colspan="2" align="center"><input type="submit" name="{p}btnCancel" value="取消啟用" /> <input type="submit" name="{p}btnStart" value="啟用雲端服務" onclick="return confirm('郵件名稱設定後不能修改，確定？');" /><br />服務於設定完成隔日生效</td></tr>"""
        body = f"""<div class="title">設定密碼與郵件別名</div><p>雲端服務帳號說明：<br />1. 雲端服務帳號為跨體系使用。<br />2. 服務於設定完成隔日生效。</p>
<span id="{i}lblMsg" class="need">{label}</span><table class="tbForm" border="1"><tr><td>網路帳號 / 主職員工編號</td><td><input name="{p}txtNo" type="text" readonly="readonly" value="{me.employee_id}" /></td></tr>
<tr><td>帳號姓名</td><td>{me.name}</td></tr><tr><td>主職單位</td><td>{me.unit}</td></tr><tr><td>有效期限</td><td>{me.valid_until}</td></tr>{entry}</table>
<a href="javascript:__doPostBack('ctl00$lbtExit','')">結束離開</a>"""
        return self.master("設定密碼與郵件別名", "alias" + sid, "./SetAlias.aspx", body, script)
    def close(self, sid: str) -> Response:
        self.proof.pop(sid, None)
        self.truth.sessions.discard("account:" + sid)
        self.truth.counts["sign_out_account"] += 1
        return redirect("/NetAccount/Index.aspx", ("Set-Cookie", "HelpSessionId=; path=/; Max-Age=0"))
    def alias_post(self, r: Request, sid: str) -> Response:
        p = "ctl00$cphBody$"
        self.takes(r, **{p + "txtAlias": "alias", p + "txtCPwd": "cloud_password", p + "txtCPwd2": "cloud_password_again", p + "txtNo": "employee_id"})
        if self.posted_state(r, "alias" + sid) is None: return self.bad_state()
        if r.get("__EVENTTARGET") == "ctl00$lbtExit" or r.has(p + "btnCancel"): return self.close(sid)
        if not r.has(p + "btnStart"): return self.alias_page(sid)
        name, one, two = r.get(p + "txtAlias").strip().lower(), r.get(p + "txtCPwd"), r.get(p + "txtCPwd2")
        if self.truth.alias: return self.alias_page(sid, "此帳號先前已啟用，無法重複設定。")
        if not re.fullmatch(r"[a-z][a-z0-9._-]{1,63}", name): return self.alias_page(sid, "電子郵件名稱格式不符，限英文字母開頭之英數字及 . _ -", name=name)
        if name == "taken.name": return self.alias_page(sid, "此電子郵件名稱已有人使用，請更換。", name=name)
        if one != two: return self.alias_page(sid, "兩次輸入之雲端服務密碼不一致。", name=name)
        if len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search(r"\d", one): return self.alias_page(sid, "雲端服務密碼強度不足。", name=name)
        self.truth.alias, self.truth.cloud_password = name, one
        self.truth.counts["activated"] += 1
        return self.alias_page(sid, f"作業完成：{name}@ntuh.gov.tw 已建立，明日起可使用。", "alert('啟用作業完成');")
    def reset(self, r: Request, sid: str) -> Response:
        p, note = "ctl00$cphBody$", ""
        if r.method == "POST":
            self.takes(r, **{p + "txtNew": "cloud_password", p + "txtNew2": "cloud_password_again"})
            if self.posted_state(r, "reset" + sid) is None: return self.bad_state()
            new = r.get(p + "txtNew")
            if r.get("__EVENTTARGET") == "ctl00$lbtExit": return self.close(sid)
            if not self.truth.alias: note = "此帳號尚未啟用，請先執行啟用網路帳號。"
            elif new != r.get(p + "txtNew2") or len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search(r"\d", new): note = "新密碼不一致或強度不足。"
            else:
                self.truth.cloud_password = new
                self.truth.counts["cloud_password_reset"] += 1
                note = "雲端服務密碼重置完成，即時生效。"
        body = f"""<div class="title">重置雲端服務密碼</div><span class="need">{note}</span><table><tr><td>新的雲端服務密碼</td><td><input name="{p}txtNew" type="password" /></td></tr>
<tr><td>再次輸入</td><td><input name="{p}txtNew2" type="password" /></td></tr></table><input type="submit" name="{p}btnReset" value="確定重置" /> <a href="javascript:__doPostBack('ctl00$lbtExit','')">結束離開</a>"""
        return self.master("重置雲端服務密碼", "reset" + sid, "./SetPwd.aspx", body)
    # ---------- webmail
    def mail(self, r: Request) -> Response:
        hit = self.asset(r)
        if hit: return hit
        if r.path == "/": return redirect("/WebMail/Logon.aspx")
        if r.path == "/WebMail/Pic.ashx":
            return Response(picture(self.truth.new_captcha("abcdefhkmnprstwxy2345678", 5), "JPEG"), kind="image/jpeg", headers=[("Cache-Control", "no-cache")])
        sid = r.cookies.get("MailTicket", "")
        if r.path == "/WebMail/Inbox.aspx":
            if sid not in self.boxes: return redirect("/WebMail/Logon.aspx")
            if r.method == "POST":
                self.takes(r)
                if self.posted_state(r, "inbox" + sid) is None: return self.bad_state()
                if r.get("__EVENTTARGET") == "ctl00$lbtQuit":
                    self.boxes.discard(sid)
                    self.truth.sessions.discard("mail:" + sid)
                    self.truth.counts["sign_out_mail"] += 1
                    return redirect("/WebMail/Logon.aspx", ("Set-Cookie", "MailTicket=; path=/; Max-Age=0"))
            body = f"""<div>{E(self.truth.alias)}@ntuh.gov.tw　<a href="javascript:__doPostBack('ctl00$lbtQuit','')">離開信箱</a></div><b>收件匣 (1)</b><table border="1"><tr><th>寄件者</th><th>主旨</th><th>日期</th></tr><tr><td>資訊室</td><td>歡迎使用本院電子郵件</td><td>今天</td></tr></table>"""
            return self.master("電子信箱", "inbox" + sid, "./Inbox.aspx", body)
        if r.path == "/WebMail/Logon.aspx":
            if r.method != "POST": return self.logon()
            self.takes(r, **{"ctl00$txtId": "mail_account", "ctl00$txtPw": "mail_password", "ctl00$txtPic": "captcha"})
            if self.posted_state(r, "logon") is None: return self.bad_state()
            want, self.truth.captcha = self.truth.captcha, ""
            who = r.get("ctl00$txtId").strip().lower().removesuffix("@ntuh.gov.tw")
            if not want or r.get("ctl00$txtPic").strip().lower() != want: return self.logon(who, "驗證碼不符")
            if not self.truth.alias or who != self.truth.alias or r.get("ctl00$txtPw") != self.truth.cloud_password: return self.logon(who, "帳號或密碼有誤")
            sid = secrets.token_hex(10)
            self.boxes.add(sid)
            self.truth.sessions.add("mail:" + sid)
            self.truth.counts["mail_sign_in"] += 1
            return redirect("/WebMail/Inbox.aspx", ("Set-Cookie", f"MailTicket={sid}; path=/; HttpOnly"))
        return Response("<h1>找不到資源。</h1>", 404)
    def logon(self, who: str = "", label: str = "") -> Response:
        body = f"""<table><tr><td>帳號:</td><td><input name="ctl00$txtId" type="text" value="{E(who)}" /></td></tr><tr><td>密碼:</td><td><input name="ctl00$txtPw" type="password" /></td></tr>
<tr><td>驗證碼(小寫字母或數字):</td><td><input name="ctl00$txtPic" type="text" maxlength="5" autocomplete="off" /> <img src="Pic.ashx?{secrets.token_hex(3)}" alt="圖形" /></td></tr>
<tr><td></td><td><input id="ctl00_chkKeep" type="checkbox" name="ctl00$chkKeep" /><label for="ctl00_chkKeep">記住登入資訊</label> (公用電腦請勿勾選)</td></tr>
<tr><td></td><td><input type="submit" name="ctl00$btnGo" value="登入" /> <span class="need">{label}</span></td></tr></table>
<h4>公佈欄</h4><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<br />※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls["account"]}/">https://help.ntuh.gov.tw/</a></p>"""
        return self.master("本院電子信箱", "logon", "./Logon.aspx", body)

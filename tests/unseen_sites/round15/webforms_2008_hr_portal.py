"""A WebForms portal of 2008: MasterPage, tree menu in a table, UpdatePanel on the account site."""

from __future__ import annotations

import hashlib
import html
import re
import secrets
import time
from typing import Any

from truth import Request, Response, Site, picture, redirect

MD5_JS = r"""
function hex_md5(str){function R(x,c){return(x<<c)|(x>>>(32-c));}
var k=[],i=0;for(;i<64;){k[i]=0|(Math.abs(Math.sin(++i))*4294967296);}
var s=unescape(encodeURI(str)),n=s.length,w=[],b,c,d,a,h=[b=0x67452301,c=0xEFCDAB89,~b,~c];
for(i=0;i<=n;){w[i>>2]|=(i<n?s.charCodeAt(i):128)<<8*(i++%4);}
w[str=((n+8)>>6)*16+14]=n*8;i=0;
for(;i<str;i+=16){a=h;var j=0;
for(;j<64;){a=[d=a[3],((b=a[1]|0)+((d=((a[0]+[b&(c=a[2])|~b&d,d&b|~d&c,b^c^d,c^(b|~d)][a=j>>4])+(k[j]+(w[[j,5*j+1,3*j+5,7*j][a]%16+i]|0))))<<(a=[7,12,17,22,5,9,14,20,4,11,16,23,6,10,15,21][4*a+j++%4])|d>>>32-a)),b,c];}
for(j=4;j;){h[--j]=h[j]+a[j];}}
str='';for(;j<32;){str+=((h[j>>3]>>((1^j++&7)*4))&15).toString(16);}return str;}
function CheckAndSetPassTextBox(id){var o=document.getElementById(id);if(o.value.length>0&&o.value.length!=32){o.value=hex_md5(o.value);}return true;}
"""

C = "ctl00$ContentPlaceHolder1$"
I = "ctl00_ContentPlaceHolder1_"
CAMPUS = [("", "--請選擇院區--"), ("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("T4", "新竹分院"), ("Y0", "雲林分院")]
TREE = [
    ("行政系統", [("差勤系統", ""), ("表單下載", ""), ("公文查詢", "")]),
    ("數位學習", [("KM系統", ""), ("TMS數位學習", "")]),
    ("個人管理", [("更改密碼", "ChangePassword.aspx"), ("個人簽章提醒設定", ""), ("薪資所得免稅額申報表", ""), ("查詢員工連絡資料", ""),
              ("維護個人連絡資料", "EmpContact.aspx"), ("個人就醫紀錄查詢", ""), ("員工扣繳憑單查詢", "")]),
]


def e(text: Any) -> str:
    return html.escape(str(text), quote=True)


class TheSite(Site):
    title = "webforms_2008_hr_portal"

    def __init__(self) -> None:
        super().__init__()
        self.states: dict[str, str] = {}
        self.on: set[str] = set()
        self.acct: dict[str, dict[str, Any]] = {}
        self.box: dict[str, bool] = {}

    # ------------------------------------------------------------ WebForms
    def state(self, page: str) -> tuple[str, str]:
        a, b = "/wEPDwUK" + secrets.token_urlsafe(60) + "==", "/wEWBg" + secrets.token_urlsafe(24) + "="
        self.states[a] = page + "|" + b
        return a, b

    def fresh(self, request: Request, page: str) -> bool:
        return self.states.pop(request.get("__VIEWSTATE"), "") == page + "|" + request.get("__EVENTVALIDATION")

    def expired(self) -> Response:
        return Response("<html><head><title>錯誤</title></head><body><h3>驗證檢視狀態失敗，頁面已過期，請重新開啟本頁。</h3></body></html>", 500)

    def master(self, page: str, action: str, body: str, left: str = "", script: str = "", head: str = "台大醫院人事入口網", manager: str = "") -> Response:
        vs, ev = self.state(page)
        side = f'<td width="180" valign="top" bgcolor="#E7EFF7">{left}</td>' if left else ""
        start = f'<script type="text/javascript">\n//<![CDATA[\n{script}\n//]]>\n</script>' if script else ""
        return Response(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head id="ctl00_Head1"><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>
	{head}
</title><style type="text/css">body {{ font-size: 10pt; font-family: 新細明體; margin: 0 }} .hd {{ background: #336699; color: white }}</style></head>
<body>
<form name="aspnetForm" method="post" action="{e(action)}" id="aspnetForm">
<div>
<input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" />
<input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{vs}" />
</div>
<script type="text/javascript">
//<![CDATA[
var theForm = document.forms['aspnetForm'];
if (!theForm) {{ theForm = document.aspnetForm; }}
function __doPostBack(eventTarget, eventArgument) {{
    if (!theForm.onsubmit || (theForm.onsubmit() != false)) {{
        theForm.__EVENTTARGET.value = eventTarget;
        theForm.__EVENTARGUMENT.value = eventArgument;
        theForm.submit();
    }}
}}
function TreeView_ToggleNode(id) {{ var d = document.getElementById(id); d.style.display = d.style.display == 'none' ? 'block' : 'none'; }}
//]]>
</script>
{manager}
<div><input type="hidden" name="__EVENTVALIDATION" id="__EVENTVALIDATION" value="{ev}" /></div>
<table width="100%" border="0" cellpadding="4" cellspacing="0">
<tr class="hd"><td colspan="2"><b>{head}</b></td></tr>
<tr>{side}<td valign="top">
{body}
</td></tr>
<tr><td colspan="2" align="center"><hr /><span id="ctl00_lblFooter">國立臺灣大學醫學院附設醫院 人事室/資訊室 建議使用 IE6.0 以上瀏覽器 1024x768</span></td></tr>
</table>
{start}
</form>
</body>
</html>""")

    # ------------------------------------------------------------ portal
    def portal(self, request: Request) -> Response:
        p = request.path.lower()
        if p in ("/", "/default.aspx"):
            return redirect("/HRPortal/Login.aspx?ReturnUrl=%2fHRPortal%2fMain.aspx")
        if p == "/hrportal/md5.js":
            return Response(MD5_JS, kind="application/x-javascript")
        if p == "/hrportal/checkimage.ashx":
            return Response(picture(self.truth.new_captcha()), kind="image/gif", headers=[("Cache-Control", "no-cache")])
        if p == "/hrportal/login.aspx":
            return self.sign_in(request)
        sid = request.query.get("SESSION", "")
        if p == "/hrportal/logout.aspx":
            return self.leave(sid)
        if p == "/hrportal/main.aspx":
            if sid not in self.on or request.cookies.get("_HRP") != sid:
                return redirect("/HRPortal/Login.aspx?ReturnUrl=%2fHRPortal%2fMain.aspx")
            return self.main(request, sid)
        return Response("<h2>HTTP 404 - 找不到檔案</h2>", 404)

    def leave(self, sid: str) -> Response:
        if sid in self.on:
            self.on.discard(sid)
            self.truth.sessions.discard("portal:" + sid)
            self.truth.counts["sign_out_portal"] += 1
        return redirect("/HRPortal/Login.aspx", ("Set-Cookie", "_HRP=; path=/; expires=Tue, 12-Oct-1999 00:00:00 GMT"))

    def sign_in(self, request: Request) -> Response:
        if request.method != "POST":
            return self.login_page(request, "", "")
        self.takes(request, **{C + "ddlHospital": "campus", C + "txtEmpNo": "employee_id", C + "txtPass": "portal_password", C + "txtCheckCode": "captcha"})
        if not self.fresh(request, "login"):
            return self.expired()
        t, who = self.truth, request.get(C + "txtEmpNo").strip()
        if request.get("__EVENTTARGET") == C + "lnkNewImage" or not (request.has(C + "btnLogin")):
            return self.login_page(request, who, "")
        want, t.captcha = t.captcha, ""
        bad = ""
        if request.get(C + "ddlHospital") not in dict(CAMPUS) or not request.get(C + "ddlHospital"):
            bad = "請先選擇院區！"
        elif not want or request.get(C + "txtCheckCode").strip().upper() != want.upper():
            bad = "圖形驗證碼輸入錯誤，請依新圖片重新輸入！"
        elif who != t.person.employee_id or request.get(C + "txtPass").lower() != hashlib.md5(t.portal_password.encode()).hexdigest():
            bad = "員工帳號或密碼不正確！"
        if bad:
            t.counts["sign_in_refused"] += 1
            return self.login_page(request, who, bad)
        sid = secrets.token_hex(16).upper()
        self.on.add(sid)
        t.sessions.add("portal:" + sid)
        t.counts["sign_in"] += 1
        return redirect(f"/HRPortal/Main.aspx?SESSION={sid}", ("Set-Cookie", f"_HRP={sid}; path=/; HttpOnly"))

    def login_page(self, request: Request, who: str, bad: str) -> Response:
        chosen = request.get(C + "ddlHospital")
        options = "".join('<option %svalue="%s">%s</option>' % ('selected="selected" ' if v == chosen else "", v, n) for v, n in CAMPUS)
        body = f"""<script src="md5.js" type="text/javascript"></script>
<table border="0" align="center" width="760"><tr><td width="330" valign="top"><table border="1" bordercolor="#99BBDD" cellpadding="5" style="border-collapse:collapse">
<tr><td colspan="2" class="hd">員工登入 Staff Login</td></tr>
<tr><td align="right">院　區</td><td><select name="{C}ddlHospital" id="{I}ddlHospital">{options}</select></td></tr>
<tr><td align="right">帳　號</td><td><input name="{C}txtEmpNo" type="text" maxlength="6" id="{I}txtEmpNo" value="{e(who)}" style="width:110px;" />
<span id="{I}rfv1" style="color:Red;display:none;">請輸入帳號</span></td></tr>
<tr><td align="right">密　碼</td><td><input name="{C}txtPass" type="password" maxlength="20" id="{I}txtPass" style="width:110px;" />
<span id="{I}rfv2" style="color:Red;display:none;">請輸入密碼</span></td></tr>
<tr><td align="right">驗證碼</td><td><input name="{C}txtCheckCode" type="text" maxlength="6" id="{I}txtCheckCode" autocomplete="off" style="width:70px;" />
<img id="{I}imgCheck" src="CheckImage.ashx?r={secrets.token_hex(4)}" alt="驗證碼" align="absmiddle" /><br /><font size="2">(不用區分大小寫)</font>
<a id="{I}lnkNewImage" href="javascript:__doPostBack('{C}lnkNewImage','')">看不清楚</a></td></tr>
<tr><td colspan="2" align="center"><input type="submit" name="{C}btnLogin" value="登　入" onclick="return CheckAndSetPassTextBox('{I}txtPass');" id="{I}btnLogin" />
<input type="reset" value="重　填" /></td></tr>
<tr><td colspan="2"><span id="{I}lblMsg" style="color:Red;font-weight:bold;">{e(bad)}</span></td></tr></table></td>
<td valign="top"><b>公佈欄</b><ul><li>97/06/02 新版人事入口網上線。</li><li>密碼預設為身分證號（英文字母大寫）。</li><li>如無法登入，請撥資訊室分機261120。</li></ul></td></tr></table>"""
        return self.master("login", "Login.aspx?ReturnUrl=%2fHRPortal%2fMain.aspx", body, script=f"alert('{bad}');" if bad else "")

    def tree(self) -> str:
        out = '<div id="ctl00_tvMenu">'
        for n, (group, items) in enumerate(TREE):
            out += f"""<table cellpadding="0" cellspacing="0" style="border-width:0;"><tr><td><a href="javascript:TreeView_ToggleNode('ctl00_tvMenun{n}Nodes')">[+]</a></td><td style="white-space:nowrap;"><b>{group}</b></td></tr></table>
<div id="ctl00_tvMenun{n}Nodes" style="display:{'block' if n == 2 else 'none'};">"""
            for k, (name, _) in enumerate(items):
                out += f"""<table cellpadding="0" cellspacing="0" style="border-width:0;"><tr><td><div style="width:20px;height:1px"></div></td><td style="white-space:nowrap;"><a class="ctl00_tvMenu_0" href="javascript:__doPostBack('ctl00$tvMenu','s{n}\\\\{k}')" id="ctl00_tvMenut{n}{k}">{name}</a></td></tr></table>"""
            out += "</div>"
        return out + "</div>"

    def main(self, request: Request, sid: str) -> Response:
        note = ""
        if request.method == "POST":
            self.takes(request)
            if not self.fresh(request, "main" + sid):
                return self.expired()
            if request.has("ctl00$ibtnLogOut.x"):
                return self.leave(sid)
            if request.get("__EVENTTARGET") == "ctl00$tvMenu":
                m = re.fullmatch(r"s(\d)\\(\d+)", request.get("__EVENTARGUMENT"))
                if m and int(m[1]) < 3 and int(m[2]) < len(TREE[int(m[1])][1]):
                    to = TREE[int(m[1])][1][int(m[2])][1]
                    if to:
                        return redirect(f"{self.urls['inner']}/WebApplication/HR/{to}?SESSION={sid}")
                    note = "此功能目前未開放。"
            if request.has("ctl00$btnSearch"):
                note = "查無符合資料。"
        body = f"""<table width="100%"><tr><td>您好! {e(self.truth.person.name)} ({e(self.truth.person.unit)})</td>
<td align="right"><input name="ctl00$txtKeyword" type="text" id="ctl00_txtKeyword" size="12" /><input type="submit" name="ctl00$btnSearch" value="站內搜尋" />
<input type="image" name="ctl00$ibtnLogOut" id="ctl00_ibtnLogOut" src="images/logout.gif" alt="登出系統" title="登出系統" style="border-width:0px;" /></td></tr></table>
<p>總院差勤待簽 0 未核准 0 被駁回 0 / 總院Workflow待簽 0</p>
<table border="1" cellspacing="0" width="90%"><tr bgcolor="#DDDDDD"><th>日期</th><th>全院公告</th></tr>
<tr><td>2008/10/21</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr><tr><td>2008/09/13</td><td>中秋節差勤作業說明</td></tr></table>"""
        return self.master("main" + sid, f"Main.aspx?SESSION={sid}", body, left=self.tree(), script=f"alert('{note}');" if note else "")

    # ------------------------------------------------------------ inner
    def inner(self, request: Request) -> Response:
        sid = request.query.get("SESSION", "")
        if sid not in self.on:
            return Response("<html><body><script>alert('您尚未登入或已逾時');</script>您尚未登入或已逾時，請由入口網重新登入。</body></html>")
        if request.path == "/WebApplication/HR/ChangePassword.aspx":
            return self.change(request, sid)
        if request.path == "/WebApplication/HR/EmpContact.aspx":
            return self.contact(request, sid)
        return Response("<h2>找不到網頁</h2>", 404)

    def foot(self, sid: str) -> str:
        return f"""<p><a href="{self.urls['portal']}/HRPortal/Main.aspx?SESSION={sid}">回功能選單</a>　<a href="{self.urls['portal']}/HRPortal/Logout.aspx?SESSION={sid}">登出系統</a></p>"""

    def change(self, request: Request, sid: str) -> Response:
        said, color = "", "Red"
        if request.method == "POST":
            self.takes(request, **{C + "txtOldPwd": "old_password", C + "txtNewPwd": "new_password", C + "txtNewPwd2": "new_password_again"})
            if not self.fresh(request, "pw" + sid):
                return self.expired()
            old, new, again = (request.get(C + n) for n in ("txtOldPwd", "txtNewPwd", "txtNewPwd2"))
            if old != self.truth.portal_password:
                said = "舊密碼不正確，密碼未變更。"
            elif new != again:
                said = "兩次輸入之新密碼不一致，密碼未變更。"
            elif not (8 <= len(new) <= 20 and re.search("[A-Za-z]", new) and re.search("[0-9]", new)):
                said = "新密碼不符合密碼設定條件，密碼未變更。"
            elif new == old:
                said = "新密碼不可與舊密碼相同。"
            if said:
                self.truth.counts["password_refused"] += 1
            else:
                self.truth.portal_password = new
                self.truth.counts["password_changed"] += 1
                said, color = "密碼更新完成，下次登入請使用新密碼。", "Blue"
        body = f"""<h3>更改密碼</h3><table border="0" cellpadding="3">
<tr><td>請輸入舊密碼：</td><td><input name="{C}txtOldPwd" type="password" maxlength="20" id="{I}txtOldPwd" /></td></tr>
<tr><td>請輸入新密碼：</td><td><input name="{C}txtNewPwd" type="password" maxlength="20" id="{I}txtNewPwd" /></td></tr>
<tr><td>請再輸入新密碼：</td><td><input name="{C}txtNewPwd2" type="password" maxlength="20" id="{I}txtNewPwd2" />
<span id="{I}cv1" controltovalidate="{I}txtNewPwd2" style="color:Red;visibility:hidden;">兩次新密碼不同</span></td></tr>
<tr><td>密碼強度檢核：</td><td><div id="pwdbar" style="width:100px;height:8px;border:1px solid gray"></div></td></tr>
<tr><td colspan="2">密碼設定條件：<br />1.密碼長度不可少於8個字元<br />2.密碼內容需包含英文及數字</td></tr>
<tr><td colspan="2"><input type="submit" name="{C}btnOK" value="確定修改" id="{I}btnOK" /></td></tr></table>
<span id="{I}lblResult" style="color:{color};">{said}</span>{self.foot(sid)}"""
        return self.master("pw" + sid, f"ChangePassword.aspx?SESSION={sid}", body, script=f"alert('{said}');" if said else "", head="人事系統")

    def contact(self, request: Request, sid: str) -> Response:
        keys = {"txtEngLast": "english_surname", "txtEngFirst": "english_given", "txtEngMid": "english_middle", "txtOfficeTel": "office_phone",
                "txtHomeTel": "home_phone", "txtMobile": "mobile_phone"}
        t, said, color = self.truth, "", "Red"
        now = {k: t.saved_contact.get(k, getattr(t.person, k)) for k in keys.values()}
        if request.method == "POST":
            self.takes(request, **{C + n: ("mobile_phone" if k == "mobile_phone" else "") for n, k in keys.items()})
            if not self.fresh(request, "ct" + sid):
                return self.expired()
            if request.get("__EVENTTARGET") == C + "lbtnSave":
                if not all(request.has(C + n) for n in keys):
                    return self.expired()
                now = {k: request.get(C + n).strip() for n, k in keys.items()}
                if not re.fullmatch(r"09\d{8}", now["mobile_phone"]):
                    said = "行動電話格式不正確，資料未儲存。"
                elif any(now[k] and not re.fullmatch(r"[A-Za-z .'-]{1,30}", now[k]) for k in ("english_surname", "english_given", "english_middle")):
                    said = "英文姓名僅限英文字母，資料未儲存。"
                elif any(not re.fullmatch(r"[\d#-]{0,15}", now[k]) for k in ("office_phone", "home_phone")):
                    said = "電話格式不正確，資料未儲存。"
                else:
                    t.saved_contact.update(now)
                    t.counts["contact_saved"] += 1
                    said, color = "個人連絡資料已異動完成。", "Green"

        def row(n: str, label: str, hint: str, size: int) -> str:
            return f"""<td align="right" bgcolor="#F0F0F0">{label}：</td><td><input name="{C}{n}" type="text" maxlength="30" size="{size}" id="{I}{n}" value="{e(now[keys[n]])}" /> <font size="2" color="gray">{hint}</font></td>"""

        body = f"""<table width="98%" border="1" cellspacing="0" cellpadding="4"><tr><td colspan="4" class="hd">台大醫院---維護個人連絡資料
<a id="{I}lbtnSave" style="color:yellow" href="javascript:__doPostBack('{C}lbtnSave','')">異動儲存</a></td></tr>
<tr><td align="right" bgcolor="#F0F0F0">員工編號：</td><td>{t.person.employee_id}</td><td align="right" bgcolor="#F0F0F0">姓名：</td><td>{e(t.person.name)}</td></tr>
<tr>{row("txtEngLast", "英文姓", "ex:Chen(陳)", 15)}{row("txtEngFirst", "英文首名", "ex: Yi-Fen(怡芬) (說明)", 15)}</tr>
<tr>{row("txtEngMid", "英文中名", "ex:Mary 為英文別名，如無，可不填", 15)}<td>&nbsp;</td><td>&nbsp;</td></tr>
<tr>{row("txtOfficeTel", "辦公室電話", "ex:61234或23123456", 12)}{row("txtHomeTel", "住宅電話", "ex:0223123456", 12)}</tr>
<tr>{row("txtMobile", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", 12)}<td>&nbsp;</td><td>&nbsp;</td></tr></table>
<span id="{I}lblMsg" style="color:{color};font-weight:bold;">{said}</span>{self.foot(sid)}"""
        return self.master("ct" + sid, f"EmpContact.aspx?SESSION={sid}", body, head="人事系統")

    # ------------------------------------------------------------ account
    def account(self, request: Request) -> Response:
        p = request.path.lower()
        if p in ("/", "/default.aspx"):
            return self.rules()
        sid = request.cookies.get("HelpSession", "")
        if p in ("/netid/activate.aspx", "/netid/reset.aspx"):
            if sid not in self.acct:
                sid = secrets.token_hex(12)
                self.acct[sid] = {"proved": "", "code": "", "at": 0.0, "who": ""}
            page = "Activate" if "activate" in p else "Reset"
            answer = self.proof(request, sid, page)
            answer.headers.append(("Set-Cookie", f"HelpSession={sid}; path=/; HttpOnly"))
            return answer
        s = self.acct.get(sid)
        if p == "/netid/signout.aspx":
            if s and "account:" + sid in self.truth.sessions:
                self.truth.sessions.discard("account:" + sid)
                self.truth.counts["sign_out_account"] += 1
            self.acct.pop(sid, None)
            return redirect("/Default.aspx", ("Set-Cookie", "HelpSession=; path=/; expires=Tue, 12-Oct-1999 00:00:00 GMT"))
        if p in ("/netid/setalias.aspx", "/netid/newpwd.aspx"):
            if not s or not s["proved"]:
                return redirect("/Default.aspx")
            return self.alias(request, sid) if "alias" in p else self.newpwd(request, sid)
        return Response("<h2>找不到網頁</h2>", 404)

    def rules(self) -> Response:
        return self.master("rules", "Default.aspx", """<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<fieldset><legend>《規範》</legend><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li>
<li>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul></fieldset>
<fieldset><legend>《常見問題與服務》</legend><p>密碼修改後多久可以生效</p><ul><li>即時生效。</li></ul><p>忘記密碼</p><ul><li>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</li></ul></fieldset>
<table border="0" cellpadding="8"><tr><td><a id="hlActivate" href="NetID/Activate.aspx"><b>啟用網路帳號及首次雲端帳號密碼設定</b></a><br />啟用本院微軟相關服務，如：Office365, Outlook...</td></tr>
<tr><td><a id="hlReset" href="NetID/Reset.aspx"><b>重置雲端服務密碼</b></a><br />重設非Portal帳號的密碼：Email, 無線網路, KM, TMS</td></tr>
<tr><td><a href="#">總院廠商VPN展延申請</a></td></tr></table>""", head="網路帳號服務")

    def proof(self, request: Request, sid: str, page: str) -> Response:
        s, t = self.acct[sid], self.truth
        said, ask, sent = "", False, False
        who = ""
        delta = request.headers.get("X-MicrosoftAjax", "") == "Delta=true"
        if request.method == "POST":
            self.takes(request, **{C + "txtAccount": "employee_id", C + "txtPhone": "registered_phone", C + "txtOtp": "code"})
            if not self.fresh(request, page + sid):
                return self.expired()
            who = request.get(C + "txtAccount").strip()
            if request.has(C + "btnSendSms"):
                if re.fullmatch(r"\d{6}", who):
                    ask, s["who"] = True, who
                else:
                    said = "請輸入6位數網路帳號 / 主職員工編號"
            elif request.has(C + "btnConfirmSend"):
                phone = request.get(C + "txtPhone").strip()
                if not s["who"] or who != s["who"]:
                    said = "請重新按「發送簡訊動態碼」"
                elif who != t.person.employee_id or phone != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                    said, ask = "手機門號與帳號登記資料不符，簡訊未發送。", True
                else:
                    s["code"], s["at"], sent = t.new_message(), time.time(), True
            elif request.has(C + "btnNext"):
                code = request.get(C + "txtOtp").strip()
                if s["code"] and who == t.person.employee_id == s["who"] and code == s["code"] and time.time() - s["at"] <= 120:
                    s["code"], s["proved"] = "", page
                    t.sessions.add("account:" + sid)
                    t.counts["code_accepted"] += 1
                    to = "/NetID/SetAlias.aspx" if page == "Activate" else "/NetID/NewPwd.aspx"
                    if delta:
                        return Response(f"{len(to)}|pageRedirect||{to}|", kind="text/plain; charset=utf-8")
                    return redirect(to)
                t.counts["code_refused"] += 1
                said = "簡訊動態碼已超過2分鐘，請重新發送。" if s["code"] and code == s["code"] else "簡訊動態碼輸入錯誤，請重新輸入。"
        panel = f"""<table border="1" cellspacing="0" cellpadding="6"><tr><td bgcolor="#EEF">網路帳號 / 主職員工編號</td><td><input name="{C}txtAccount" type="text" maxlength="6" id="{I}txtAccount" value="{e(who)}" /></td>
<td><input type="submit" name="{C}btnSendSms" value="發送簡訊動態碼" id="{I}btnSendSms" /></td></tr>"""
        if ask:
            panel += f"""<tr><td colspan="3"><div id="{I}pnlPhone" style="border:2px outset #9cf;padding:8px">請輸入帳號登記的手機門號(10碼) <input name="{C}txtPhone" type="text" maxlength="10" id="{I}txtPhone" />
<input type="submit" name="{C}btnConfirmSend" value="確定發送" id="{I}btnConfirmSend" /> <input type="submit" name="{C}btnCancel" value="取消" id="{I}btnCancel" /></div></td></tr>"""
        panel += f"""<tr><td bgcolor="#EEF">簡訊(或MOTP)動態碼</td><td colspan="2"><input name="{C}txtOtp" type="text" maxlength="6" autocomplete="off" id="{I}txtOtp" /></td></tr>
<tr><td colspan="3" align="right"><input type="submit" name="{C}btnNext" value="下一步" id="{I}btnNext" /></td></tr></table>
<span id="{I}lblError" style="color:Red;">{said}</span>"""
        if sent:
            panel += f"""<div id="{I}pnlSent" style="background:#efe">動態碼簡訊發送成功<br />成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」 <input type="button" value="確定" onclick="this.parentNode.style.display='none'" /></div>"""
        if delta:
            vs, ev = self.state(page + sid)
            parts = [("updatePanel", I + "UpdatePanel1", panel), ("hiddenField", "__VIEWSTATE", vs), ("hiddenField", "__EVENTVALIDATION", ev)]
            return Response("".join(f"{len(c)}|{k}|{n}|{c}|" for k, n, c in parts), kind="text/plain; charset=utf-8")
        name = "啟用網路帳號及首次雲端帳號密碼設定" if page == "Activate" else "重置雲端服務密碼"
        manager = """<script type="text/javascript">
//<![CDATA[
if (typeof(Sys) !== 'undefined') { Sys.WebForms.PageRequestManager._initialize('ctl00$ScriptManager1', document.getElementById('aspnetForm'));
Sys.WebForms.PageRequestManager.getInstance()._updateControls(['tctl00$ContentPlaceHolder1$UpdatePanel1'], [], [], 90); }
//]]>
</script>"""
        body = f"""<h3>{name}</h3><b>注意事項</b><ol><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li>
<li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ol>
<div id="{I}UpdatePanel1">{panel}</div><p><a href="/Default.aspx">回首頁</a></p>"""
        return self.master(page + sid, page + ".aspx", body, head="網路帳號服務", manager=manager)

    def weak(self, one: str, two: str) -> str:
        if one != two:
            return "兩次輸入的雲端密碼不同。"
        if not (8 <= len(one) <= 32 and re.search("[A-Za-z]", one) and re.search(r"\d", one)):
            return "雲端密碼至少8碼且需包含英文及數字。"
        return "雲端密碼不可與Portal密碼相同。" if one == self.truth.portal_password else ""

    def alias(self, request: Request, sid: str) -> Response:
        t, said, name = self.truth, "", ""
        out = '<p><a href="SignOut.aspx">登出並離開</a></p>'
        if request.method == "POST":
            self.takes(request, **{C + "txtMailName": "alias", C + "txtCloudPwd": "cloud_password", C + "txtCloudPwd2": "cloud_password_again"})
            if not self.fresh(request, "alias" + sid):
                return self.expired()
            if request.has(C + "btnCancel"):
                return redirect("/NetID/SignOut.aspx")
            name = request.get(C + "txtMailName").strip()
            if t.alias:
                said = "此帳號之雲端服務已啟用過，不可重複設定。"
            elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{0,63}", name):
                said = "電子郵件名稱格式不正確。"
            elif name.lower() == "taken.name":
                said = "此電子郵件名稱已有人使用，請另選名稱。"
            else:
                said = self.weak(request.get(C + "txtCloudPwd"), request.get(C + "txtCloudPwd2"))
            if not said:
                t.alias, t.cloud_password = name, request.get(C + "txtCloudPwd")
                t.counts["activated"] += 1
                return self.master("done", "SetAlias.aspx", f'<h3>設定完成</h3><p><font color="blue">雲端服務帳號 {e(name)}@ntuh.gov.tw 已建立，將於隔日生效。</font></p>' + out, head="網路帳號服務")
        facts = "".join(f'<tr><td bgcolor="#EEF">{a}</td><td>{e(b)}</td></tr>' for a, b in (
            ("網路帳號 / 主職員工編號", t.person.employee_id), ("帳號姓名", t.person.name), ("主職單位", t.person.unit), ("有效期限", t.person.valid_until)))
        if t.alias:
            rest = f'<tr><td bgcolor="#EEF">雲端服務帳號 (電子郵件名稱)</td><td>{e(t.alias)}@ntuh.gov.tw</td></tr></table><p><font color="red">您的雲端服務帳號先前已完成啟用，無須再次設定。{e(said)}</font></p>'
        else:
            rest = f"""<tr><td bgcolor="#EEF">雲端服務帳號<br />(電子郵件名稱)</td><td><input name="{C}txtMailName" type="text" maxlength="64" id="{I}txtMailName" value="{e(name)}" />@ntuh.gov.tw 名稱長度限64字元內</td></tr>
<tr><td bgcolor="#EEF">雲端服務密碼</td><td><input name="{C}txtCloudPwd" type="password" maxlength="32" id="{I}txtCloudPwd" /></td></tr>
<tr><td bgcolor="#EEF">再次輸入雲端服務密碼</td><td><input name="{C}txtCloudPwd2" type="password" maxlength="32" id="{I}txtCloudPwd2" /></td></tr>
<tr><td colspan="2" align="center"><input type="submit" name="{C}btnCancel" value="取消啟用" /> <input type="submit" name="{C}btnEnable" value="啟用雲端服務" /> 服務於設定完成隔日生效</td></tr></table>
<span style="color:Red;">{said}</span>"""
        return self.master("alias" + sid, "SetAlias.aspx", f'<h3>設定密碼與郵件別名</h3><table border="1" cellspacing="0" cellpadding="6">{facts}{rest}{out}', head="網路帳號服務",
                           script=f"alert('{said}');" if said else "")

    def newpwd(self, request: Request, sid: str) -> Response:
        t, said = self.truth, ""
        if request.method == "POST":
            self.takes(request, **{C + "txtCloudPwd": "cloud_password", C + "txtCloudPwd2": "cloud_password_again"})
            if not self.fresh(request, "new" + sid):
                return self.expired()
            said = "尚未啟用雲端服務，無法重置。" if not t.alias else self.weak(request.get(C + "txtCloudPwd"), request.get(C + "txtCloudPwd2"))
            if not said:
                t.cloud_password = request.get(C + "txtCloudPwd")
                t.counts["cloud_reset"] += 1
                said = "雲端服務密碼重置完成，即時生效。"
        return self.master("new" + sid, "NewPwd.aspx", f"""<h3>重置雲端服務密碼</h3><table><tr><td>新雲端服務密碼</td><td><input name="{C}txtCloudPwd" type="password" /></td></tr>
<tr><td>再次輸入</td><td><input name="{C}txtCloudPwd2" type="password" /></td></tr></table><input type="submit" name="{C}btnReset" value="確定重置" /> <span>{said}</span><p><a href="SignOut.aspx">登出並離開</a></p>""", head="網路帳號服務")

    # ------------------------------------------------------------ webmail
    def mail(self, request: Request) -> Response:
        t, p, sid = self.truth, request.path.lower(), request.cookies.get("WMSID", "")
        if p == "/wm/pic.aspx":
            return Response(picture(t.new_captcha("23456789abcdefghkmnpqrstuvwxy", 5), "JPEG"), kind="image/jpeg")
        if p == "/wm/inbox.aspx":
            if sid not in self.box:
                return redirect("/WM/Logon.aspx")
            return self.master("box", "Logon.aspx", f"""<h3>收件匣 - {e(t.alias)}@ntuh.gov.tw</h3><table border="1" width="90%"><tr><th>寄件者</th><th>主旨</th></tr><tr><td>資訊室</td><td>歡迎使用本院電子郵件</td></tr></table>
<p><a href="Logoff.aspx">登出</a></p>""", head="網路郵局")
        if p == "/wm/logoff.aspx":
            if self.box.pop(sid, None):
                t.sessions.discard("mail:" + sid)
                t.counts["sign_out_mail"] += 1
            return redirect("/WM/Logon.aspx", ("Set-Cookie", "WMSID=; path=/; expires=Tue, 12-Oct-1999 00:00:00 GMT"))
        if p != "/wm/logon.aspx":
            return redirect("/WM/Logon.aspx")
        said = ""
        if request.method == "POST":
            self.takes(request, **{C + "txtMailID": "mail_account", C + "txtMailPwd": "mail_password", C + "txtPic": "captcha"})
            if not self.fresh(request, "mail"):
                return self.expired()
            want, t.captcha = t.captcha, ""
            who = request.get(C + "txtMailID").strip().lower().removesuffix("@ntuh.gov.tw")
            if not want or request.get(C + "txtPic").strip() != want:
                said = "驗證碼錯誤"
            elif not t.alias or who != t.alias.lower() or request.get(C + "txtMailPwd") != t.cloud_password:
                said = "帳號或密碼錯誤，無法登入信箱"
            else:
                sid = secrets.token_hex(10)
                self.box[sid] = True
                t.sessions.add("mail:" + sid)
                t.counts["mail_sign_in"] += 1
                return redirect("/WM/Inbox.aspx", ("Set-Cookie", f"WMSID={sid}; path=/"))
        return self.master("mail", "Logon.aspx", f"""<table align="center" border="1" cellpadding="5"><tr><td>帳號:</td><td><input name="{C}txtMailID" type="text" id="{I}txtMailID" /></td></tr>
<tr><td>密碼:</td><td><input name="{C}txtMailPwd" type="password" id="{I}txtMailPwd" /></td></tr>
<tr><td>驗證碼(小寫字母或數字):</td><td><input name="{C}txtPic" type="text" maxlength="5" id="{I}txtPic" /> <img src="Pic.aspx?{secrets.token_hex(3)}" alt="" /></td></tr>
<tr><td colspan="2"><input type="checkbox" name="{C}chkKeep" id="{I}chkKeep" /><label for="{I}chkKeep">記住登入資訊 (公用電腦請勿勾選)</label></td></tr>
<tr><td colspan="2" align="center"><input type="submit" name="{C}btnIn" value="登入" /></td></tr></table><p align="center"><font color="red">{said}</font></p>
<p>公佈欄：體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p>""", head="網路郵局")

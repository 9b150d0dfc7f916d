"""A WebForms intranet: VB.NET habits, one MasterPage, TreeView and Menu, validators marked 必填.

The developer: Mr. Wu, in the computer room since .NET 1.1. He names controls Txt_/Ddl_/Btn_ in the pages he wrote first and
txtXxx in those he wrote after a course; he forgot the search box in the MasterPage, and copied his ValidationSummary everywhere.
"""

from __future__ import annotations

import hashlib
import html
import re
import secrets
import time

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

MD5_JS = r"""
function md5(s){var k=[],i=0;for(;i<64;){k[i]=0|Math.abs(Math.sin(++i))*4294967296;}
var b,c,d,h=[b=1732584193,c=-271733879,~b,~c],w=[],t=unescape(encodeURI(s))+'\x80',n=t.length;
s=--n/4+2|15;w[--s]=n*8;for(;~n;){w[n>>2]|=t.charCodeAt(n)<<8*n--;}
for(i=n=0;i<s;i+=16){var a=h;for(n=0;n<64;a=[d=a[3],b+((d=a[0]+[b&c|~b&d,d&b|~d&c,b^c^d,c^(b|~d)][a=n>>4]+k[n]+~~w[i|[n,5*n+1,3*n+5,7*n][a]&15])<<(a=[7,12,17,22,5,9,14,20,4,11,16,23,6,10,15,21][4*a+n++%4])|d>>>-a),b,c]){b=a[1]|0;c=a[2];}
for(n=4;n;){h[--n]+=a[n];}}
for(s='';n<32;){s+=(h[n>>3]>>(1^n++)*4&15).toString(16);}return s;}
function CheckAndSetPassTextBox(id){var o=document.getElementById(id);if(o.value!=''&&o.value.length!=32){o.value=md5(o.value);}return true;}
"""

POSTBACK = """<script type="text/javascript">
//<![CDATA[
var theForm = document.forms['aspnetForm'];
function __doPostBack(eventTarget, eventArgument) {
    if (!theForm.onsubmit || (theForm.onsubmit() != false)) { theForm.__EVENTTARGET.value = eventTarget; theForm.__EVENTARGUMENT.value = eventArgument; theForm.submit(); }
}
//]]>
</script>"""
TREE = [
    ("行政系統", ["差勤電子表單", "公文簽核", "物品請領"]),
    ("數位學習", ["TMS 課程查詢", "e-Portfolio"]),
    ("個人管理", ["更改密碼", "個人簽章提醒設定", "查詢員工連絡資料", "維護個人連絡資料", "員工扣繳憑單查詢"]),
]
AREAS = [("T0", "總院區"), ("T2", "北護分院"), ("T4", "新竹分院"), ("Y0", "雲林分院")]
CONTACT = {"txtESurname": "english_surname", "txtEFirst": "english_given", "txtEMiddle": "english_middle", "txtOfficeTel": "office_phone", "txtHomeTel": "home_phone", "txtMobile": "mobile_phone"}
e = html.escape


class TheSite(Site):
    title = "ASP.NET WebForms intranet with TreeView, MasterPage and validators"

    def __init__(self) -> None:
        super().__init__()
        self.state: dict[str, tuple[str, str]] = {}
        self.signed: set[str] = set()
        self.pic_of = self.mail_pic_of = self.code = ""
        self.code_time = 0.0
        self.iam: dict[str, dict[str, str]] = {}
        self.boxes: set[str] = set()

    def form_page(self, key: str, title: str, body: str, action: str, menu: str = "", tail: str = "", search: bool = True) -> Response:
        view, valid = "/wEPDwUK" + secrets.token_hex(40), "/wEWBgL" + secrets.token_hex(20)
        self.state[view] = (key, valid)
        box = """<div id="searchbar"><input name="ctl00$txtKeyword" type="text" maxlength="30" id="ctl00_txtKeyword" title="站內搜尋" /><input type="submit" name="ctl00$btnSearch" value="搜尋" id="ctl00_btnSearch" /></div>""" if search else ""
        return Response(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head id="ctl00_Head1"><title>
	{title}
</title><link href="/App_Themes/Blue/main.css" type="text/css" rel="stylesheet" /></head>
<body>
<form name="aspnetForm" method="post" action="{e(action)}" id="aspnetForm">
<div>
<input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" />
<input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{view}" />
</div>
{POSTBACK}
<div>
<input type="hidden" name="__VIEWSTATEGENERATOR" id="__VIEWSTATEGENERATOR" value="{hashlib.md5(key.encode()).hexdigest()[:8].upper()}" />
<input type="hidden" name="__EVENTVALIDATION" id="__EVENTVALIDATION" value="{valid}" />
</div>
<div id="banner"><img src="/images/top.gif" alt="醫療資訊系統" />{box}</div>
{menu}
<div id="content">
{body}
</div>
<div id="footer">資訊室 分機261120　建議使用 IE 8.0 以上，解析度 1024x768</div>
</form>
{tail}
</body></html>""")

    def broken(self, request: Request, key: str) -> Response | None:
        """What the server says when the hidden state does not belong to this page."""
        known = self.state.pop(request.get("__VIEWSTATE"), None)
        if known is None or known != (key, request.get("__EVENTVALIDATION")):
            return Response("<html><body><h1>「/」應用程式中發生伺服器錯誤。</h1><h2><i>檢視狀態 MAC 的驗證失敗。 (Invalid postback or callback argument)</i></h2></body></html>", 500)
        return None

    @staticmethod
    def summary(ident: str, errors: list[str]) -> str:
        if not errors:
            return f'<div id="{ident}" style="color:Red;display:none;">\n\n</div>'
        items = "".join(f"<li>{x}</li>" for x in errors)
        return f'<div id="{ident}" style="color:Red;">\n請修正下列項目：<ul>{items}</ul>\n</div>'

    @staticmethod
    def rfv(ident: str, text: str = "必填", on: bool = False) -> str:
        return f'<span id="{ident}" style="color:Red;visibility:{"visible" if on else "hidden"};">{text}</span>'

    def portal(self, request: Request) -> Response:
        path = request.path.lower()
        if path == "/":
            return redirect("/MIS/SignOn.aspx?ReturnUrl=%2fMIS%2fMain.aspx")
        if path == "/js/md5.js":
            return Response(MD5_JS, kind="application/x-javascript")
        if path == "/mis/checkcode.ashx":
            self.pic_of = request.cookies.get("ASP.NET_SessionId", "")
            return Response(picture(self.truth.new_captcha(), "GIF"), kind="image/gif", headers=[("Cache-Control", "no-cache")])
        if path == "/mis/signon.aspx":
            return self.sign_on(request)
        session = request.get("SESSION")
        if session not in self.signed or request.cookies.get(".MISAUTH") != session:
            return redirect("/MIS/SignOn.aspx")
        if path == "/mis/bulletin.aspx":
            if request.method == "POST":
                self.takes(request)
                if wrong := self.broken(request, "bulletin" + session):
                    return wrong
                return redirect(f"/MIS/Main.aspx?SESSION={session}")
            return self.form_page("bulletin" + session, "全院公告", (
                '<h3>全院公告</h3><div class="board">請全院同仁於本月底前完成資訊安全教育訓練。<br />實習學生請依說明手冊完成帳號開通。</div>'
                '<input type="submit" name="ctl00$cphMain$Btn_Read" value="我已閱讀" id="ctl00_cphMain_Btn_Read" />'
            ), f"Bulletin.aspx?SESSION={session}", search=False)
        if path == "/mis/main.aspx":
            return self.main_menu(request, session)
        if path == "/mis/todo.aspx":
            return Response(f'<html><body>您無此項作業之權限。<a href="Main.aspx?SESSION={session}">回功能選單</a></body></html>')
        return Response("<html><body><h2>找不到資源。</h2></body></html>", 404)

    def sign_on(self, request: Request) -> Response:
        cookie = request.cookies.get("ASP.NET_SessionId", "")
        fresh = [] if cookie else [("Set-Cookie", f"ASP.NET_SessionId={secrets.token_hex(12)}; path=/; HttpOnly")]
        errors: list[str] = []
        name, area = "", "T0"
        p = "ctl00$cphMain$"
        if request.method == "POST":
            self.takes(request, **{p + "Ddl_Area": "campus", p + "Txt_UserNo": "employee_id", p + "Txt_Pwd": "portal_password", p + "Txt_CheckCode": "captcha"})
            if wrong := self.broken(request, "signon"):
                return wrong
            name, area = request.get(p + "Txt_UserNo"), request.get(p + "Ddl_Area")
            if area not in dict(AREAS):
                return Response("<html><body>無效的回傳或回呼引數。</body></html>", 500)
            if request.has(p + "Btn_Enter"):
                typed, real = request.get(p + "Txt_CheckCode").strip().upper(), self.truth.captcha.upper()
                good_picture = bool(real) and typed == real and bool(cookie) and self.pic_of == cookie
                self.truth.captcha = ""
                digest = hashlib.md5(self.truth.portal_password.encode()).hexdigest()
                if not name or not request.get(p + "Txt_Pwd"):
                    errors.append("帳號或密碼未填")
                elif not good_picture:
                    errors.append("驗證碼比對不符，請依新圖重新輸入")
                elif name.strip() != self.truth.person.employee_id or request.get(p + "Txt_Pwd").lower() != digest or area != "T0":
                    errors.append("查無此帳號，或密碼與系統登錄資料不一致")
                if not errors:
                    session = secrets.token_hex(16).upper()
                    self.signed.add(session)
                    self.truth.sessions.add("portal:" + session)
                    self.truth.counts["sign_in"] += 1
                    return redirect(f"/MIS/Bulletin.aspx?SESSION={session}", ("Set-Cookie", f".MISAUTH={session}; path=/; HttpOnly"))
                self.truth.counts["sign_in_refused"] += 1
        options = "".join(f'<option {"selected=selected " if v == area else ""}value="{v}">{t}</option>' for v, t in AREAS)
        body = f"""{self.summary("ctl00_cphMain_VS1", errors)}
<table id="tbLogin" cellspacing="0" cellpadding="3" border="0">
<tr><td align="right"><span id="ctl00_cphMain_Label1">院區</span></td><td><select name="{p}Ddl_Area" id="ctl00_cphMain_Ddl_Area">{options}</select></td></tr>
<tr><td align="right"><span id="ctl00_cphMain_Label2">帳　號</span><font color="red">*</font></td><td><input name="{p}Txt_UserNo" type="text" maxlength="8" id="ctl00_cphMain_Txt_UserNo" value="{e(name)}" />{self.rfv("ctl00_cphMain_RFV1")}</td></tr>
<tr><td align="right"><span id="ctl00_cphMain_Label3">密　碼</span><font color="red">*</font></td><td><input name="{p}Txt_Pwd" type="password" maxlength="32" id="ctl00_cphMain_Txt_Pwd" autocomplete="off" />{self.rfv("ctl00_cphMain_RFV2")}</td></tr>
<tr><td></td><td><img id="ctl00_cphMain_Img_CheckCode" src="CheckCode.ashx?t={secrets.token_hex(4)}" alt="驗證碼圖片" style="border-width:0px;" /> <a id="ctl00_cphMain_Lnk_Change" href="javascript:__doPostBack(&#39;ctl00$cphMain$Lnk_Change&#39;,&#39;&#39;)">換一張圖</a></td></tr>
<tr><td align="right"><span id="ctl00_cphMain_Label4">驗證碼</span><font color="red">*</font></td><td><input name="{p}Txt_CheckCode" type="text" maxlength="6" id="ctl00_cphMain_Txt_CheckCode" /> (不用區分大小寫){self.rfv("ctl00_cphMain_RFV3")}</td></tr>
<tr><td></td><td><input type="submit" name="{p}Btn_Enter" value="進入系統" onclick="return CheckAndSetPassTextBox(&#39;ctl00_cphMain_Txt_Pwd&#39;);" id="ctl00_cphMain_Btn_Enter" /> <input type="reset" value="清除" /></td></tr>
</table>"""
        answer = self.form_page("signon", "醫療資訊系統 登入", body, "SignOn.aspx", tail='<script src="/js/md5.js" type="text/javascript"></script>')
        answer.headers += fresh
        return answer

    def main_menu(self, request: Request, session: str) -> Response:
        note = ""
        if request.method == "POST":
            self.takes(request)
            if wrong := self.broken(request, "main" + session):
                return wrong
            target, argument = request.get("__EVENTTARGET"), request.get("__EVENTARGUMENT")
            if target == "ctl00$mnuTop" and argument == "SignOff":
                self.signed.discard(session)
                self.truth.sessions.discard("portal:" + session)
                self.truth.counts["sign_out_portal"] += 1
                return redirect("/MIS/SignOn.aspx", ("Set-Cookie", ".MISAUTH=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT"))
            if target == "ctl00$tvMenu":
                inner = self.urls["inner"]
                if argument == "s個人管理\\更改密碼":
                    return redirect(f"{inner}/HRWeb/Personal/ModPwd.aspx?SESSION={session}")
                if argument == "s個人管理\\維護個人連絡資料":
                    return redirect(f"{inner}/HRWeb/Personal/ModContact.aspx?SESSION={session}")
                return redirect(f"Todo.aspx?SESSION={session}")
            note = "查無符合的功能。" if request.has("ctl00$btnSearch") else ""
        nodes, number = "", 0
        for group, leaves in TREE:
            nodes += (
                f'<table cellpadding="0" cellspacing="0"><tr><td><a id="ctl00_tvMenun{number}" href="javascript:TreeView_ToggleNode(ctl00_tvMenu_Data,{number},ctl00_tvMenun{number},&#39; &#39;,ctl00_tvMenun{number}Nodes)">'
                f'<img src="/images/minus.gif" alt="摺疊 {group}" /></a></td><td class="ctl00_tvMenu_2"><span class="ctl00_tvMenu_0">{group}</span></td></tr></table><div id="ctl00_tvMenun{number}Nodes" style="display:block;">'
            )
            for leaf in leaves:
                number += 1
                nodes += (
                    '<table cellpadding="0" cellspacing="0"><tr><td><div style="width:20px;height:1px"></div></td><td class="ctl00_tvMenu_2">'
                    f'<a class="ctl00_tvMenu_0" href="javascript:__doPostBack(&#39;ctl00$tvMenu&#39;,&#39;s{group}\\\\{leaf}&#39;)" onclick="TreeView_SelectNode(ctl00_tvMenu_Data, this,&#39;ctl00_tvMenut{number}&#39;);" id="ctl00_tvMenut{number}">{leaf}</a></td></tr></table>'
                )
            nodes += "</div>"
            number += 1
        body = f"""<input type="hidden" name="ctl00_tvMenu_ExpandState" id="ctl00_tvMenu_ExpandState" value="ennennennnnn" /><input type="hidden" name="ctl00_tvMenu_SelectedNode" id="ctl00_tvMenu_SelectedNode" value="" /><input type="hidden" name="ctl00_tvMenu_PopulateLog" id="ctl00_tvMenu_PopulateLog" value="" />
<table width="100%"><tr><td width="220" valign="top"><div id="ctl00_tvMenu">{nodes}</div></td>
<td valign="top">{self.truth.person.name} 您好!<br />總院差勤待簽 0 未核准 0 被駁回 0<br /><span style="color:Red">{note}</span></td></tr></table>"""
        top = """<script type="text/javascript">var ctl00_tvMenu_Data=new Object();function TreeView_SelectNode(d,n,i){document.getElementById('ctl00_tvMenu_SelectedNode').value=i;}function TreeView_ToggleNode(d,i,n,l,c){c.style.display=(c.style.display=='none')?'block':'none';}</script>
<table id="ctl00_mnuTop" class="ctl00_mnuTop_2"><tr><td><a class="ctl00_mnuTop_1" href="javascript:__doPostBack(&#39;ctl00$mnuTop&#39;,&#39;Home&#39;)">首頁</a></td><td><a class="ctl00_mnuTop_1" href="javascript:__doPostBack(&#39;ctl00$mnuTop&#39;,&#39;SignOff&#39;)">登出系統</a></td></tr></table>"""
        return self.form_page("main" + session, "功能選單", body, f"Main.aspx?SESSION={session}", menu=top)

    def inner(self, request: Request) -> Response:
        session = request.get("SESSION")
        if session not in self.signed:
            return Response(f"<html><body><script>alert('連線逾時，請重新登入');location.href='{self.urls['portal']}/MIS/SignOn.aspx';</script></body></html>")
        back = f'<a id="ctl00_cphBody_hlBack" href="{self.urls["portal"]}/MIS/Main.aspx?SESSION={session}">回功能選單</a>'
        path = request.path.lower()
        if path == "/hrweb/personal/modpwd.aspx":
            return self.change(request, session, back)
        if path == "/hrweb/personal/modcontact.aspx":
            return self.contact(request, session, back)
        return Response("<html><body>找不到資源。</body></html>", 404)

    def change(self, request: Request, session: str, back: str) -> Response:
        p, key, errors, done = "ctl00$cphBody$", "pwd" + session, [], ""
        if request.method == "POST":
            self.takes(request, **{p + "txtOldPwd": "old_password", p + "txtNewPwd": "new_password", p + "txtCfmPwd": "new_password_again"})
            if wrong := self.broken(request, key):
                return wrong
            if request.has(p + "btnOK"):
                old, new, again = (request.get(p + x) for x in ("txtOldPwd", "txtNewPwd", "txtCfmPwd"))
                if old != self.truth.portal_password:
                    errors.append("舊密碼輸入有誤")
                if len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                    errors.append("新密碼不合規則(8碼以上且需英數混合)")
                if new != again:
                    errors.append("兩次輸入之新密碼不一致")
                if new and new == old:
                    errors.append("新密碼不可與舊密碼相同")
                if errors:
                    self.truth.counts["password_refused"] += 1
                else:
                    self.truth.portal_password = new
                    self.truth.counts["password_changed"] += 1
                    done = "您的密碼已異動完成，下次登入請改用新密碼。"
        rows = "".join(
            f'<tr><td class="th"><span style="color:Red">※必填</span> {label}：</td><td><input name="{p}{name}" type="password" id="ctl00_cphBody_{name}" maxlength="20" />{self.rfv("ctl00_cphBody_rfv" + name, "本欄必填")}</td></tr>'
            for label, name in (("請輸入舊密碼", "txtOldPwd"), ("請輸入新密碼", "txtNewPwd"), ("請再輸入新密碼", "txtCfmPwd"))
        )
        body = f"""<h3>更改密碼</h3>{self.summary("ctl00_cphBody_ValidationSummary1", errors)}<span id="ctl00_cphBody_lblMsg" style="color:Blue;">{done}</span>
<table class="grid">{rows}<tr><td class="th">密碼強度檢核：</td><td><span id="lblStrong"></span></td></tr></table>
<span id="ctl00_cphBody_cv1" style="color:Red;display:none;">兩次輸入之新密碼不一致</span>
密碼設定條件：<ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol>
<input type="submit" name="{p}btnOK" value="確定" id="ctl00_cphBody_btnOK" /> {back}"""
        return self.form_page(key, "更改密碼", body, f"ModPwd.aspx?SESSION={session}", search=False)

    def contact(self, request: Request, session: str, back: str) -> Response:
        p, key, errors, tail, one = "ctl00$cphBody$", "tel" + session, [], "", self.truth.person
        values = {name: self.truth.saved_contact.get(mean, getattr(one, mean)) for name, mean in CONTACT.items()}
        if request.method == "POST":
            self.takes(request, **{p + "txtMobile": "mobile_phone"})
            if wrong := self.broken(request, key):
                return wrong
            if request.has(p + "btnSave") and all(request.has(p + name) for name in CONTACT):
                values = {name: request.get(p + name).strip() for name in CONTACT}
                if not re.fullmatch(r"09\d{8}", values["txtMobile"]):
                    errors.append("行動電話格式不符")
                if not values["txtESurname"] or not values["txtEFirst"]:
                    errors.append("英文姓名必填")
                if not errors:
                    self.truth.saved_contact = {mean: values[name] for name, mean in CONTACT.items()}
                    self.truth.counts["contact_saved"] += 1
                    tail = "<script type=\"text/javascript\">\n//<![CDATA[\nalert('連絡資料異動完成！');//]]>\n</script>"
        def box(name: str, size: int, hint: str, need: bool = False) -> str:
            mark = self.rfv("ctl00_cphBody_rfv_" + name) if need else ""
            return f'<input name="{p}{name}" type="text" value="{e(values[name])}" maxlength="{size}" id="ctl00_cphBody_{name}" />{mark} <font color="gray">{hint}</font>'
        body = f"""<h3>台大醫院---維護個人連絡資料</h3>
<input type="submit" name="{p}btnSave" value="異動儲存" id="ctl00_cphBody_btnSave" /> {back}{self.summary("ctl00_cphBody_ValidationSummary1", errors)}
<table class="grid"><tr><td>員工編號：</td><td><input name="{p}txtEmpNo" type="text" value="{one.employee_id}" readonly="readonly" id="ctl00_cphBody_txtEmpNo" /></td><td>姓名：</td><td><span id="ctl00_cphBody_lblName">{one.name}</span></td></tr>
<tr><td>英文姓：</td><td colspan="3">{box("txtESurname", 20, "ex:Chen(陳)", True)}</td></tr>
<tr><td>英文首名：</td><td colspan="3">{box("txtEFirst", 30, "ex: Yi-Fen(怡芬) (說明)", True)}</td></tr>
<tr><td>英文中名：</td><td colspan="3">{box("txtEMiddle", 20, "ex:Mary 為英文別名，如無，可不填")}</td></tr>
<tr><td>辦公室電話：</td><td>{box("txtOfficeTel", 15, "ex:61234或23123456")}</td><td>住宅電話：</td><td>{box("txtHomeTel", 15, "ex:0223123456")}</td></tr>
<tr><td>行動電話：</td><td colspan="3">{box("txtMobile", 10, "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", True)}</td></tr></table>"""
        return self.form_page(key, "維護個人連絡資料", body, f"ModContact.aspx?SESSION={session}", tail=tail, search=False)

    def account(self, request: Request) -> Response:
        path = request.path.lower()
        if path in ("/", "/iam/"):
            return redirect("/IAM/Default.aspx")
        if path == "/iam/default.aspx":
            return Response("""<html><head><title>帳號服務網</title></head><body><h2>網路帳號服務</h2>
<p>適用功能：本院雲端服務、電子郵件信箱、VPN、數位學習及院內非Portal之業務</p>
<fieldset><legend>《規範》</legend>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<ul><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul></fieldset>
<fieldset><legend>《常見問題與服務》</legend><b>密碼修改後多久可以生效</b><br>即時生效。<br><b>忘記密碼</b><br>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</fieldset>
<table id="DataList1" border="1"><tr><td><a id="DataList1_ctl00_hl" href="Prove.aspx?fn=open">啟用網路帳號及首次雲端帳號密碼設定</a><br>啟用本院微軟相關服務，如：Office365, Outlook...</td></tr>
<tr><td><a id="DataList1_ctl01_hl" href="Prove.aspx?fn=reset">重置雲端服務密碼</a><br>重設非Portal帳號的密碼：Email, 無線網路, KM, TMS</td></tr>
<tr><td><a id="DataList1_ctl02_hl" href="Vpn.aspx">總院廠商VPN展延申請</a></td></tr></table></body></html>""")
        if path == "/iam/prove.aspx":
            return self.prove(request)
        if path in ("/iam/setalias.aspx", "/iam/resetpwd.aspx"):
            ticket = request.cookies.get("IAMTICKET", "")
            if "account:" + ticket not in self.truth.sessions or self.iam.get(ticket, {}).get("fn") != ("open" if "alias" in path else "reset"):
                return redirect("/IAM/Default.aspx")
            return self.alias_page(request, ticket) if "alias" in path else self.reset_page(request, ticket)
        return Response("<html><body>本服務僅限廠商使用。</body></html>", 404)

    def prove(self, request: Request) -> Response:
        function = request.query.get("fn", "")
        if function not in ("open", "reset"):
            return redirect("/IAM/Default.aspx")
        key, p, msg, tail, panel = "prove" + function, "ctl00$MainContent$", "", "", False
        who = ""
        if request.method == "POST":
            self.takes(request, **{p + "txtAcc": "employee_id", p + "txtOTP": "code", p + "txtCell": "registered_phone"})
            if wrong := self.broken(request, key):
                return wrong
            who = request.get(p + "txtAcc").strip()
            cell = self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone)
            if request.has(p + "btnSend"):
                if re.fullmatch(r"\d{6}", who):
                    panel = True
                else:
                    msg = "網路帳號必填，且應為6位數字"
            elif request.has(p + "btnGo"):
                if who == self.truth.person.employee_id and request.get(p + "txtCell").strip() == cell:
                    self.code, self.code_time = self.truth.new_message(), time.time()
                    tail = "<script type=\"text/javascript\">alert('動態碼簡訊發送成功\\n成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」');</script>"
                else:
                    msg, panel = "門號與帳號登記資料不符，未發送", True
            elif request.has(p + "btnNext"):
                if who == self.truth.person.employee_id and self.code and request.get(p + "txtOTP").strip() == self.code:
                    old, self.code = time.time() - self.code_time > 120, ""
                    if not old:
                        ticket = secrets.token_hex(16)
                        self.iam[ticket] = {"fn": function}
                        self.truth.sessions.add("account:" + ticket)
                        self.truth.counts["code_accepted"] += 1
                        return redirect("/IAM/SetAlias.aspx" if function == "open" else "/IAM/ResetPwd.aspx", ("Set-Cookie", f"IAMTICKET={ticket}; path=/"))
                    msg = "動態碼已逾時，請重新發送"
                else:
                    msg = "動態碼驗證失敗"
                self.truth.counts["code_refused"] += 1
        name = "啟用網路帳號及首次雲端帳號密碼設定" if function == "open" else "重置雲端服務密碼"
        popup = f"""<div id="ctl00_MainContent_pnlCell" class="modalPopup">請輸入帳號登記的手機門號(10碼)<br /><input name="{p}txtCell" type="text" maxlength="10" id="ctl00_MainContent_txtCell" />{self.rfv("ctl00_MainContent_rfvCell")}<br />
<input type="submit" name="{p}btnGo" value="確定發送" id="ctl00_MainContent_btnGo" /><input type="submit" name="{p}btnCancel" value="取消" id="ctl00_MainContent_btnCancel" /></div>""" if panel else ""
        body = f"""<h3>{name}</h3><b>注意事項</b><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul>
{self.summary("ctl00_MainContent_vs", [msg] if msg else [])}
<table border="1"><tr><td>網路帳號 / 主職員工編號 <span style="color:Red">*必填</span></td><td><input name="{p}txtAcc" type="text" maxlength="6" id="ctl00_MainContent_txtAcc" value="{e(who)}" /> <input type="submit" name="{p}btnSend" value="發送簡訊動態碼" id="ctl00_MainContent_btnSend" /></td></tr>
<tr><td>簡訊(或MOTP)動態碼 <span style="color:Red">*必填</span></td><td><input name="{p}txtOTP" type="text" maxlength="8" id="ctl00_MainContent_txtOTP" autocomplete="off" />{self.rfv("ctl00_MainContent_rfvOtp")}</td></tr>
<tr><td></td><td><input type="submit" name="{p}btnNext" value="下一步" id="ctl00_MainContent_btnNext" /></td></tr></table>{popup}"""
        return self.form_page(key, name, body, f"Prove.aspx?fn={function}", tail=tail, search=False)

    def weak(self, first: str, second: str) -> str:
        if len(first) < 8 or not re.search("[A-Za-z]", first) or not re.search("[0-9]", first):
            return "雲端密碼至少8碼，需含英文字母及數字"
        return "" if first == second else "兩次密碼不同"

    def alias_page(self, request: Request, ticket: str) -> Response:
        key, p, msg, one = "alias" + ticket, "ctl00$MainContent$", "", self.truth.person
        if request.method == "POST":
            self.takes(request, **{p + "txtMailName": "alias", p + "txtPwd1": "cloud_password", p + "txtPwd2": "cloud_password_again"})
            if wrong := self.broken(request, key):
                return wrong
            if request.has(p + "btnCancel") or request.has(p + "btnExit"):
                self.truth.sessions.discard("account:" + ticket)
                self.truth.counts["sign_out_account"] += 1
                return redirect("/IAM/Default.aspx")
            alias = request.get(p + "txtMailName").strip().lower()
            if self.truth.alias:
                msg = "本帳號已完成啟用，不可重複設定"
            elif not re.fullmatch(r"[a-z][a-z0-9._-]{1,63}", alias):
                msg = "電子郵件名稱格式不符(限英文字母起頭之英數字及 . _ -)"
            elif alias == "taken.name":
                msg = "此名稱已被其他同仁使用"
            else:
                msg = self.weak(request.get(p + "txtPwd1"), request.get(p + "txtPwd2"))
            if not msg and request.has(p + "btnOpen"):
                self.truth.alias, self.truth.cloud_password = alias, request.get(p + "txtPwd1")
                self.truth.counts["activated"] += 1
                return self.form_page(key, "完成", f'<h3>作業完成</h3>您的雲端服務帳號 {alias}@ntuh.gov.tw 業已建立，明日起生效。<br /><input type="submit" name="{p}btnExit" value="離開" />', "SetAlias.aspx", search=False)
        facts = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in (("網路帳號 / 主職員工編號", one.employee_id), ("帳號姓名", one.name), ("主職單位", one.unit), ("有效期限", one.valid_until)))
        if self.truth.alias:
            body = f'<h3>設定密碼與郵件別名</h3><table border="1">{facts}</table><span style="color:Red">{msg}</span><p>您先前已啟用雲端服務，信箱為 <b>{self.truth.alias}@ntuh.gov.tw</b></p><input type="submit" name="{p}btnExit" value="離開" />'
        else:
            body = f"""<h3>設定密碼與郵件別名</h3>{self.summary("ctl00_MainContent_vs", [msg] if msg else [])}<table border="1">{facts}
<tr><td>雲端服務帳號 (電子郵件名稱) <span style="color:Red">*必填</span></td><td><input name="{p}txtMailName" type="text" maxlength="64" id="ctl00_MainContent_txtMailName" value="{e(request.get(p + "txtMailName"))}" />@ntuh.gov.tw 名稱長度限64字元內 {self.rfv("ctl00_MainContent_rfvMail")}</td></tr>
<tr><td>設定密碼 <span style="color:Red">*必填</span></td><td><input name="{p}txtPwd1" type="password" id="ctl00_MainContent_txtPwd1" /></td></tr>
<tr><td>確認密碼 <span style="color:Red">*必填</span></td><td><input name="{p}txtPwd2" type="password" id="ctl00_MainContent_txtPwd2" /></td></tr></table>
<input type="submit" name="{p}btnCancel" value="取消啟用" id="ctl00_MainContent_btnCancel" /> <input type="submit" name="{p}btnOpen" value="啟用雲端服務" onclick="return confirm('設定後不能修改，確定？');" id="ctl00_MainContent_btnOpen" /><br />服務於設定完成隔日生效"""
        return self.form_page(key, "設定密碼與郵件別名", body, "SetAlias.aspx", search=False)

    def reset_page(self, request: Request, ticket: str) -> Response:
        key, p, msg = "reset" + ticket, "ctl00$MainContent$", ""
        if request.method == "POST":
            self.takes(request, **{p + "txtPwd1": "cloud_password", p + "txtPwd2": "cloud_password_again"})
            if wrong := self.broken(request, key):
                return wrong
            msg = self.weak(request.get(p + "txtPwd1"), request.get(p + "txtPwd2")) if self.truth.alias else "您尚未啟用雲端服務帳號"
            if not msg:
                self.truth.cloud_password = request.get(p + "txtPwd1")
                self.truth.sessions.discard("account:" + ticket)
                return Response('<html><body>雲端服務密碼已重新設定。<a href="Default.aspx">回首頁</a></body></html>')
        body = f"""<h3>重置雲端服務密碼</h3>{self.summary("ctl00_MainContent_vs", [msg] if msg else [])}設定密碼 <input name="{p}txtPwd1" type="password" id="ctl00_MainContent_txtPwd1" /><br />確認密碼 <input name="{p}txtPwd2" type="password" id="ctl00_MainContent_txtPwd2" /><br />
<input type="submit" name="{p}btnReset" value="重置密碼" id="ctl00_MainContent_btnReset" />"""
        return self.form_page(key, "重置雲端服務密碼", body, "ResetPwd.aspx", search=False)

    def mail(self, request: Request) -> Response:
        if request.path == "/code.aspx":
            self.mail_pic_of = request.cookies.get("WMSID", "")
            return Response(picture(self.truth.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5), "PNG"), kind="image/png")
        sid = request.cookies.get("WMSID", "")
        if request.path == "/inbox.aspx" and sid in self.boxes:
            return Response(f'<html><body>{self.truth.alias}@ntuh.gov.tw 收件匣 (1)<table><tr><td>資訊室</td><td>歡迎使用電子信箱</td></tr></table><a href="/logoff.aspx">登出</a></body></html>')
        if request.path == "/logoff.aspx" and sid in self.boxes:
            self.boxes.discard(sid)
            self.truth.sessions.discard("mail:" + sid)
            self.truth.counts["sign_out_mail"] += 1
            return redirect("/")
        said = ""
        if request.method == "POST":
            self.takes(request, tbName="mail_account", tbPass="mail_password", tbCode="captcha")
            if wrong := self.broken(request, "mail"):
                return wrong
            real, self.truth.captcha = self.truth.captcha, ""
            if not real or request.get("tbCode").strip() != real or not sid or sid != self.mail_pic_of:
                said = "驗證碼不對"
            elif not self.truth.alias or request.get("tbName").strip().lower().removesuffix("@ntuh.gov.tw") != self.truth.alias or request.get("tbPass") != self.truth.cloud_password:
                said = "登入失敗：帳號或密碼不符"
            else:
                self.boxes.add(sid)
                self.truth.sessions.add("mail:" + sid)
                self.truth.counts["mail_sign_in"] += 1
                return redirect("/inbox.aspx")
        answer = self.form_page("mail", "電子信箱", f"""<span id="lblErr" style="color:Red">{said}</span><table><tr><td>帳號:</td><td><input name="tbName" type="text" id="tbName" /></td></tr><tr><td>密碼:</td><td><input name="tbPass" type="password" id="tbPass" /></td></tr>
<tr><td>驗證碼(小寫字母或數字):</td><td><input name="tbCode" type="text" id="tbCode" autocomplete="off" /> <img src="code.aspx?{secrets.token_hex(3)}" alt="code" /></td></tr></table>
<input id="cbKeep" type="checkbox" name="cbKeep" /><label for="cbKeep">記住登入資訊 (公用電腦請勿勾選)</label><br /><input type="submit" name="btnIn" value="登入信箱" id="btnIn" />
<div>公佈欄：體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</div>""", "/", search=False)
        if not sid:
            answer.headers.append(("Set-Cookie", f"WMSID={secrets.token_hex(10)}; path=/"))
        return answer

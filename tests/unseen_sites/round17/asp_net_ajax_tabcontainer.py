from __future__ import annotations

import base64
import hashlib
import json
import re
import secrets
import time
from html import escape

from truth import Request, Response, Site, picture, redirect

MD5JS = r"""function md5hex(s){function rl(x,c){return(x<<c)|(x>>>(32-c));}
var K=[],S=[7,12,17,22,5,9,14,20,4,11,16,23,6,10,15,21],i,j;for(i=0;i<64;i++)K[i]=Math.floor(Math.abs(Math.sin(i+1))*4294967296)|0;
s=unescape(encodeURIComponent(s));var n=s.length,N=(((n+8)>>6)+1)*16,w=[];for(i=0;i<N;i++)w[i]=0;
for(i=0;i<n;i++)w[i>>2]|=s.charCodeAt(i)<<((i%4)*8);w[n>>2]|=0x80<<((n%4)*8);w[N-2]=n*8;
var a=0x67452301,b=0xefcdab89|0,c=0x98badcfe|0,d=0x10325476;
for(i=0;i<N;i+=16){var A=a,B=b,C=c,D=d;for(j=0;j<64;j++){var f,g,r=j>>4;
if(r==0){f=(B&C)|(~B&D);g=j;}else if(r==1){f=(D&B)|(~D&C);g=(5*j+1)%16;}else if(r==2){f=B^C^D;g=(3*j+5)%16;}else{f=C^(B|~D);g=(7*j)%16;}
f=(f+A+K[j]+w[i+g])|0;A=D;D=C;C=B;B=(B+rl(f,S[r*4+j%4]))|0;}a=(a+A)|0;b=(b+B)|0;c=(c+C)|0;d=(d+D)|0;}
var o='',v=[a,b,c,d];for(i=0;i<4;i++)for(j=0;j<4;j++){var t=(v[i]>>>(j*8))&255;o+=(t<16?'0':'')+t.toString(16);}return o;}
function CheckAndSetPassTextBox(id){var t=document.getElementById(id);if(t.value!='')t.value=md5hex(t.value);return true;}
"""
AXD = r"""function $get(i){return document.getElementById(i);}
var _mpe={};function $find(k){return _mpe[k];}
function ModalPopup(k,p){_mpe[k]={show:function(){$get(p).style.display='block';return false;},hide:function(){$get(p).style.display='none';return false;}};}
function TabContainer(id,n,act){function on(i){for(var j=0;j<n;j++){var p=$get(id+'_T'+j);p.style.display=(i==j)?'block':'none';p.style.visibility=(i==j)?'visible':'hidden';
$get('__tab_'+id+'_T'+j).parentNode.className=(i==j)?'ajax__tab_active':'';}$get(id+'_ClientState').value='{"ActiveTabIndex":'+i+',"TabEnabledState":[true,true],"TabWasLoadedOnceState":[false,false]}';}
for(var j=0;j<n;j++)(function(j){$get('__tab_'+id+'_T'+j).onclick=function(){on(j);return false;};})(j);on(act);$get(id).style.visibility='visible';}
"""


class TheSite(Site):
    title = "asp_net_ajax_tabcontainer"

    def __init__(self) -> None:
        super().__init__()
        self.states: dict[str, tuple[str, str]] = {}
        self.live: dict[str, str] = {}
        self.shot = ""
        self.proof: dict[str, dict] = {}
        self.post: set[str] = set()

    # -------- page frame
    def aspx(self, where: str, head: str, body: str, startup: str = "", scripts: str = "") -> Response:
        vs = "/wEPDw" + base64.b64encode(secrets.token_bytes(48)).decode()
        ev = "/wEd" + base64.b64encode(secrets.token_bytes(24)).decode()
        self.states[vs] = (where, ev)
        action = where.split("|")[0]
        return Response(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head id="ctl00_Head1"><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>
	{head}
</title><link href="/WebResource.axd?d=css&amp;t=63" type="text/css" rel="stylesheet" /></head>
<body>
<form method="post" action="{escape(action)}" id="aspnetForm">
<div class="aspNetHidden">
<input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" />
<input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{vs}" />
</div>
<script type="text/javascript">
//<![CDATA[
var theForm = document.forms['aspnetForm'];
function __doPostBack(eventTarget, eventArgument) {{
    theForm.__EVENTTARGET.value = eventTarget; theForm.__EVENTARGUMENT.value = eventArgument; theForm.submit();
}}
//]]>
</script>
<script src="/ScriptResource.axd?d=ajaxctk" type="text/javascript"></script>{scripts}
<input type="hidden" name="__VIEWSTATEGENERATOR" id="__VIEWSTATEGENERATOR" value="{hashlib.md5(action.encode()).hexdigest()[:8].upper()}" />
<input type="hidden" name="__EVENTVALIDATION" id="__EVENTVALIDATION" value="{ev}" />
{body}
<script type="text/javascript">
//<![CDATA[
{startup}
//]]>
</script>
</form></body></html>""")

    def valid(self, q: Request, where: str) -> bool:
        return self.states.get(q.get("__VIEWSTATE")) == (where, q.get("__EVENTVALIDATION"))

    def dead(self) -> Response:
        return Response("<html><head><title>Validation of viewstate MAC failed.</title></head><body><h1>Server Error in '/' Application.</h1><h2><i>Validation of viewstate MAC failed.</i></h2><p>網頁狀態已失效，請重新開啟網頁。</p></body></html>", 500)

    def tabs(self, cid: str, name: str, act: int, *panels: tuple[str, str]) -> tuple[str, str]:
        heads = "".join(f'<span id="{cid}_T{i}_tab" class="{"ajax__tab_active" if i == act else ""}"><a class="ajax__tab_tab" id="__tab_{cid}_T{i}" href="#" style="text-decoration:none;"><span>{h}</span></a></span>'
                        for i, (h, _) in enumerate(panels))
        bodies = "".join(f'<div id="{cid}_T{i}" class="ajax__tab_panel" style="{"visibility:visible;" if i == act else "display:none;visibility:hidden;"}">\n{b}\n</div>' for i, (_, b) in enumerate(panels))
        state = escape(json.dumps({"ActiveTabIndex": act, "TabEnabledState": [True, True], "TabWasLoadedOnceState": [False, False]}, separators=(",", ":")))
        return (f"""<div class="ajax__tab_xp ajax__tab_container ajax__tab_default" id="{cid}">
<div id="{cid}_header" class="ajax__tab_header">{heads}</div><div id="{cid}_body" class="ajax__tab_body">{bodies}</div></div>
<input type="hidden" name="{name}" id="{cid}_ClientState" value="{state}" />""", f"TabContainer('{cid}',{len(panels)},{act});")

    def axd(self, q: Request) -> Response | None:
        if q.path == "/ScriptResource.axd":
            return Response(AXD, kind="text/javascript; charset=utf-8")
        if q.path == "/js/pass.js":
            return Response(MD5JS, kind="text/javascript; charset=utf-8")
        if q.path == "/WebResource.axd":
            return Response(".ajax__tab_active{font-weight:bold}.modalPopup{position:fixed;top:80px;left:200px;background:#ffe;border:2px solid gray;padding:10px}body{font:13px 新細明體}.ajax__tab_header span{padding:0 6px}", kind="text/css; charset=utf-8")
        if q.path.startswith("/images/"):
            return Response(picture(q.path[8:-4], "GIF", (80, 30)), kind="image/gif")
        if q.path == "/favicon.ico":
            return Response("", 404)
        return None

    def shot_ok(self, typed: str) -> bool:
        want, self.shot = self.shot, ""
        good = bool(want) and want == self.truth.captcha and typed.strip().upper() == want.upper()
        self.truth.captcha = ""
        return good

    # -------- portal
    def portal(self, q: Request) -> Response:
        r = self.axd(q)
        if r:
            return r
        if q.path == "/":
            return redirect("/Login.aspx")
        if q.path == "/CheckCode.ashx":
            self.shot = self.truth.new_captcha()
            return Response(picture(self.shot), kind="image/gif", headers=[("Cache-Control", "no-cache")])
        if q.path == "/Login.aspx":
            return self.login(q) if q.method == "POST" else self.login_page()
        if q.path == "/Menu.aspx":
            sid = q.query.get("SESSION", "")
            if sid not in self.live or q.cookies.get("_CK_Tab") != sid:
                return redirect("/Login.aspx")
            where = f"/Menu.aspx?SESSION={sid}"
            if q.method == "POST":
                self.takes(q)
                if not self.valid(q, where):
                    return self.dead()
                target = q.get("__EVENTTARGET")
                if target == "ctl00$lbtnLogOut":
                    del self.live[sid]
                    self.truth.sessions.discard("portal:" + sid)
                    self.truth.counts["sign_out_portal"] += 1
                    return redirect("/Login.aspx")
                if target == "ctl00$cphMain$TC1$T0$rptMenu$ctl00$lb":
                    return redirect(f"{self.urls['inner']}/Personal/Person.aspx?SESSION={sid}&tab=0")
                if target == "ctl00$cphMain$TC1$T0$rptMenu$ctl03$lb":
                    return redirect(f"{self.urls['inner']}/Personal/Person.aspx?SESSION={sid}&tab=1")
                return self.menu(where, "alert('此功能維護中，請稍後再試');")
            return self.menu(where)
        return Response("The resource cannot be found.", 404)

    def login_page(self, say: str = "", user: str = "") -> Response:
        opts = "".join(f'<option value="{v}">{n}</option>\n' for v, n in
                       (("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("T4", "新竹分院"), ("T5", "竹東分院"), ("Y0", "雲林分院")))
        one = f"""<table border="0" cellpadding="2"><tr><td align="right">院區</td><td><select name="ctl00$TC1$T0$ddlArea" id="ctl00_TC1_T0_ddlArea">{opts}</select></td></tr>
<tr><td align="right">帳號</td><td><input name="ctl00$TC1$T0$txtAcc" type="text" maxlength="6" id="ctl00_TC1_T0_txtAcc" value="{escape(user)}" /><span id="ctl00_TC1_T0_rfv1" style="color:Red;display:none;">請輸入帳號</span></td></tr>
<tr><td align="right">密碼</td><td><input name="ctl00$TC1$T0$txtPwd" type="password" id="ctl00_TC1_T0_txtPwd" autocomplete="off" /><span id="ctl00_TC1_T0_rfv2" style="color:Red;display:none;">請輸入密碼</span></td></tr>
<tr><td align="right">驗證碼<br />(不用區分大小寫)</td><td><input name="ctl00$TC1$T0$txtChk" type="text" maxlength="6" id="ctl00_TC1_T0_txtChk" size="8" /> <img id="ctl00_TC1_T0_imgChk" src="CheckCode.ashx?r={secrets.randbelow(9999)}" alt="" /></td></tr>
<tr><td></td><td><input type="image" name="ctl00$TC1$T0$ibtnIn" id="ctl00_TC1_T0_ibtnIn" src="images/LOGIN.gif" alt="登入" onclick="return CheckAndSetPassTextBox('ctl00_TC1_T0_txtPwd');" /></td></tr></table>"""
        two = "<ul><li>帳號：6位數數字。</li><li>預設為身分證號（英文字母大寫）。</li><li>如無法登入，請撥資訊室分機261120。</li></ul>"
        tabs, start = self.tabs("ctl00_TC1", "ctl00_TC1_ClientState", 0, ("員工登入", one), ("說明", two))
        return self.aspx("/Login.aspx", "醫療資訊系統", f'<h2>台大 健康守護, 醫界典範</h2>{tabs}', start + (f"\nalert('{say}');" if say else ""),
                         '<script src="/js/pass.js" type="text/javascript"></script>')

    def login(self, q: Request) -> Response:
        n = "ctl00$TC1$T0$"
        self.takes(q, **{n + "ddlArea": "campus", n + "txtAcc": "employee_id", n + "txtPwd": "portal_password", n + "txtChk": "captcha"})
        if not self.valid(q, "/Login.aspx"):
            return self.dead()
        del self.states[q.get("__VIEWSTATE")]
        if not q.has(n + "ibtnIn.x"):
            return self.login_page()
        acc = q.get(n + "txtAcc")
        say = ""
        if not self.shot_ok(q.get(n + "txtChk")):
            say = "圖形驗證失敗，請重新輸入!"
        elif q.get(n + "ddlArea") != "T0" or acc != self.truth.person.employee_id or q.get(n + "txtPwd").lower() != hashlib.md5(self.truth.portal_password.encode()).hexdigest():
            say = "使用者帳號或密碼錯誤!"
        if say:
            self.truth.counts["sign_in_refused"] += 1
            return self.login_page(say, acc)
        sid = secrets.token_hex(16).upper()
        self.live[sid] = acc
        self.truth.sessions.add("portal:" + sid)
        self.truth.counts["sign_in"] += 1
        return redirect(f"/Menu.aspx?SESSION={sid}", ("Set-Cookie", f"_CK_Tab={sid}; path=/; HttpOnly"))

    def menu(self, where: str, more: str = "") -> Response:
        names = ("更改密碼", "個人簽章提醒設定", "查詢員工連絡資料", "維護個人連絡資料", "行動憑證申請")
        items = "".join(f'<li><a id="ctl00_cphMain_TC1_T0_rptMenu_ctl0{i}_lb" href="javascript:__doPostBack(&#39;ctl00$cphMain$TC1$T0$rptMenu$ctl0{i}$lb&#39;,&#39;&#39;)">{t}</a></li>' for i, t in enumerate(names))
        tabs, start = self.tabs("ctl00_cphMain_TC1", "ctl00_cphMain_TC1_ClientState", 0, ("個人管理", f"<ul>{items}</ul>"),
                                ("全院公告 2", "<table border='1'><tr><th>日期</th><th>標題</th></tr><tr><td>2019/10/21</td><td>薪資所得免稅額申報表</td></tr></table>"))
        return self.aspx(where, "功能選單", f"""<div><span id="ctl00_lblHello">{self.truth.person.name} 您好!</span>&nbsp;
<a id="ctl00_lbtnLogOut" href="javascript:__doPostBack(&#39;ctl00$lbtnLogOut&#39;,&#39;&#39;)">登出系統</a></div>{tabs}""", start + more)

    # -------- inner
    CT = {"txtEName1": "english_surname", "txtEName2": "english_given", "txtEName3": "english_middle", "txtTelO": "office_phone", "txtTelH": "home_phone", "txtTelM": "mobile_phone"}

    def inner(self, q: Request) -> Response:
        r = self.axd(q)
        if r:
            return r
        sid = q.query.get("SESSION", "")
        if q.path != "/Personal/Person.aspx":
            return Response("The resource cannot be found.", 404)
        if sid not in self.live:
            if q.method == "POST":
                self.takes(q, **{"NTUHWeb1$TCP$T0$txtOld": "old_password", "NTUHWeb1$TCP$T0$txtNew": "new_password", "NTUHWeb1$TCP$T0$txtNew2": "new_password_again", "NTUHWeb1$TCP$T1$txtTelM": "mobile_phone"})
            return Response(f"<script>alert('連線逾時，請重新登入');location.href='{self.urls['portal']}/Login.aspx';</script><p>連線逾時</p>")
        tab = 1 if q.query.get("tab") == "1" else 0
        where = f"/Personal/Person.aspx?SESSION={sid}&tab={tab}"
        p, n0, n1 = self.truth.person, "NTUHWeb1$TCP$T0$", "NTUHWeb1$TCP$T1$"
        now = {k: self.truth.saved_contact.get(m, getattr(p, m)) for k, m in self.CT.items()}
        m0 = m1 = more = ""
        if q.method == "POST":
            self.takes(q, **{n0 + "txtOld": "old_password", n0 + "txtNew": "new_password", n0 + "txtNew2": "new_password_again", n1 + "txtTelM": "mobile_phone"})
            if not self.valid(q, where):
                return self.dead()
            if q.get("__EVENTTARGET") == "NTUHWeb1$lbtnBack":
                return redirect(f"{self.urls['portal']}/Menu.aspx?SESSION={sid}")
            if q.get("__EVENTTARGET") == "NTUHWeb1$lbtnOut":
                del self.live[sid]
                self.truth.sessions.discard("portal:" + sid)
                self.truth.counts["sign_out_portal"] += 1
                return redirect(self.urls["portal"] + "/Login.aspx")
            if q.has(n0 + "btnChg"):
                m0, good = self.change(q.get(n0 + "txtOld"), q.get(n0 + "txtNew"), q.get(n0 + "txtNew2"))
                tab = 0
                more = f"alert('{m0}');"
                m0 = f'<span id="NTUHWeb1_TCP_T0_lblMsg" style="color:{"Blue" if good else "Red"};">{m0}</span>'
            elif q.has(n1 + "btnSave"):
                tab = 1
                new = {k: q.get(n1 + k).strip() for k in self.CT}
                if any(not q.has(n1 + k) for k in self.CT) or any(len(v) > 30 for v in new.values()):
                    m1 = '<span style="color:Red;">資料不完整!</span>'
                elif not re.fullmatch(r"09\d{8}", new["txtTelM"]):
                    m1, now = '<span style="color:Red;">行動電話格式錯誤!</span>', new
                else:
                    now = new
                    self.truth.saved_contact = {m: new[k] for k, m in self.CT.items()}
                    self.truth.counts["contact_saved"] += 1
                    m1 = '<span style="color:Blue;">資料異動完成!</span>'
                    more = "alert('資料異動完成!');"
        pw = "".join(f'<tr><td align="right">{lab}</td><td><input name="{n0}{n}" type="password" id="NTUHWeb1_TCP_T0_{n}" maxlength="30" /><span style="color:Red;visibility:hidden;">*必填</span></td></tr>'
                     for n, lab in (("txtOld", "請輸入舊密碼："), ("txtNew", "請輸入新密碼："), ("txtNew2", "請再輸入新密碼：")))
        one = f"""<table>{pw}<tr><td>密碼強度檢核：</td><td><span id="NTUHWeb1_TCP_T0_strength"></span></td></tr></table>{m0}
<p>密碼設定條件：<br />1.密碼長度不可少於8個字元<br />2.密碼內容需包含英文及數字</p><input type="submit" name="{n0}btnChg" value="確定更改" id="NTUHWeb1_TCP_T0_btnChg" />"""
        def box(k: str, ml: int = 20) -> str:
            return f'<input name="{n1}{k}" type="text" value="{escape(now[k])}" maxlength="{ml}" id="NTUHWeb1_TCP_T1_{k}" />'
        two = f"""<b>台大醫院---維護個人連絡資料</b> <input type="submit" name="{n1}btnSave" value="異動儲存" id="NTUHWeb1_TCP_T1_btnSave" /> {m1}
<table border="1"><tr><td>員工編號：<span>{p.employee_id}</span></td><td>姓名：<span>{p.name}</span></td></tr>
<tr><td>英文姓： {box("txtEName1")} ex:Chen(陳)</td><td>英文首名： {box("txtEName2")} ex: Yi-Fen(怡芬) (說明)</td></tr>
<tr><td colspan="2">英文中名： {box("txtEName3")} ex:Mary 為英文別名，如無，可不填</td></tr>
<tr><td>辦公室電話： {box("txtTelO")} ex:61234或23123456</td><td>住宅電話： {box("txtTelH")} ex:0223123456</td></tr>
<tr><td colspan="2">行動電話： {box("txtTelM", 10)} ex:0952000000 (如離職或更換門號，請記得調整此欄位)</td></tr></table>"""
        tabs, start = self.tabs("NTUHWeb1_TCP", "NTUHWeb1_TCP_ClientState", tab, ("更改密碼", one), ("維護個人連絡資料", two))
        nav = """<p><a id="NTUHWeb1_lbtnBack" href="javascript:__doPostBack('NTUHWeb1$lbtnBack','')">回功能選單</a> <a id="NTUHWeb1_lbtnOut" href="javascript:__doPostBack('NTUHWeb1$lbtnOut','')">登出系統</a></p>"""
        return self.aspx(where, "個人管理", tabs + nav, start + more)

    def change(self, old: str, new: str, again: str) -> tuple[str, bool]:
        say = ""
        if old != self.truth.portal_password:
            say = "舊密碼錯誤，無法變更!"
        elif new != again:
            say = "新密碼兩次輸入不相同!"
        elif len(new) < 8 or len(new) > 30 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
            say = "新密碼不符合密碼設定條件!"
        if say:
            self.truth.counts["password_refused"] += 1
            return say, False
        self.truth.portal_password = new
        self.truth.counts["password_changed"] += 1
        return "密碼更改完成，請牢記新密碼。", True

    # -------- account
    def account(self, q: Request) -> Response:
        r = self.axd(q)
        if r:
            return r
        if q.path == "/":
            return redirect("/Default.aspx")
        if q.path == "/Default.aspx":
            rule = "<p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>請勿冒用院內同仁申請網路帳號。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同。</li></ul>"
            faq = "<p><b>密碼修改後多久可以生效</b> 即時生效。</p><p><b>忘記密碼</b> 請親自以下方按鈕取得簡訊後進行密碼設定。</p>"
            tabs, start = self.tabs("TC", "TC_ClientState", 0, ("《規範》", rule), ("《常見問題與服務》", faq))
            if q.method == "POST":
                self.takes(q)
            return self.aspx("/Default.aspx", "帳號服務", f"""<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>{tabs}
<table cellspacing="6"><tr><td><a id="hlAct" href="Verify.aspx?t=1">啟用網路帳號及首次雲端帳號密碼設定</a></td><td>啟用本院微軟相關服務，如：Office365, Outlook...</td></tr>
<tr><td><a id="hlRst" href="Verify.aspx?t=2">重置雲端服務密碼</a></td><td>重設非Portal帳號的密碼</td></tr><tr><td><a id="hlVpn" href="#">總院廠商VPN展延申請</a></td><td></td></tr></table>""", start)
        sid = q.cookies.get("HelpSessionId", "")
        f = self.proof.get(sid)
        if q.path == "/Verify.aspx":
            t = "2" if q.query.get("t") == "2" else "1"
            if q.method == "GET" or not f:
                if q.method == "POST":
                    self.takes(q, **self.VF)
                    return self.dead()
                sid = secrets.token_hex(12)
                f = self.proof[sid] = {"t": t, "code": "", "at": 0.0, "ok": False, "sid": sid}
                page = self.verify(f)
                page.headers.append(("Set-Cookie", f"HelpSessionId={sid}; path=/; HttpOnly"))
                return page
            self.takes(q, **self.VF)
            return self.verify_post(q, f, t)
        if not f or not f["ok"]:
            if q.method == "POST":
                self.takes(q, **{"ctl00$cph$txtAlias": "alias", "ctl00$cph$txtP1": "cloud_password", "ctl00$cph$txtP2": "cloud_password_again"})
            return redirect("/Default.aspx")
        if q.method == "POST" and q.get("__EVENTTARGET") == "ctl00$lbtnExit":
            self.takes(q)
            del self.proof[sid]
            self.truth.sessions.discard("account:" + sid)
            self.truth.counts["sign_out_account"] += 1
            return redirect("/Default.aspx")
        if q.path == "/SetMail.aspx" and f["t"] == "1":
            return self.setmail(q, f)
        if q.path == "/ResetPwd.aspx" and f["t"] == "2":
            return self.resetpwd(q, f)
        return redirect("/Default.aspx")

    VF = {"ctl00$cph$txtAccount": "employee_id", "ctl00$cph$txtMobile": "registered_phone", "ctl00$cph$txtOtp": "code"}

    def verify_post(self, q: Request, f: dict, t: str) -> Response:
        where = f"/Verify.aspx?t={t}|{f['sid']}"
        if t != f["t"] or not self.valid(q, where):
            return self.dead()
        acc = q.get("ctl00$cph$txtAccount").strip()
        if q.has("ctl00$cph$btnMpCancel"):
            return self.verify(f, acc)
        if acc != self.truth.person.employee_id:
            return self.verify(f, acc, "帳號不存在，請重新輸入")
        if q.has("ctl00$cph$btnSms"):
            return self.verify(f, acc, popup="sms")
        if q.has("ctl00$cph$btnMpOk"):
            if q.get("ctl00$cph$txtMobile").strip() != self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone):
                return self.verify(f, acc, "輸入的手機門號與登記資料不相符")
            f["code"], f["at"] = self.truth.new_message(), time.time()
            return self.verify(f, acc, popup="ok")
        if not q.has("ctl00$cph$btnNext"):
            return self.verify(f, acc)
        if not f["code"] or q.get("ctl00$cph$txtOtp").strip() != f["code"] or time.time() - f["at"] > 120:
            self.truth.counts["code_refused"] += 1
            late = f["code"] and time.time() - f["at"] > 120
            return self.verify(f, acc, "動態碼已過期，請重新發送" if late else "動態碼驗證失敗")
        f["ok"], f["code"] = True, ""
        self.truth.sessions.add("account:" + f["sid"])
        self.truth.counts["code_accepted"] += 1
        return redirect("/SetMail.aspx" if f["t"] == "1" else "/ResetPwd.aspx")

    def verify(self, f: dict, acc: str = "", err: str = "", popup: str = "") -> Response:
        head = "啟用網路帳號及首次雲端帳號密碼設定" if f["t"] == "1" else "重置雲端服務密碼"
        sms, ok = ("block" if popup == k else "none" for k in ("sms", "ok"))
        okp = """<div id="ctl00_cph_pnlOk" class="modalPopup" style="display:block;"><b>動態碼簡訊發送成功</b><p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p>
<input type="button" value="確定" onclick="return $find('mpeOk').hide();" /></div>""" if popup == "ok" else ""
        body = f"""<fieldset><legend>注意事項</legend>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<br />請輸入帳號與簡訊動態碼後按「下一步」。</fieldset><h3>{head}</h3>
<span id="ctl00_cph_lblErr" style="color:Red;">{err}</span>
<table><tr><td>網路帳號 / 主職員工編號</td><td><input name="ctl00$cph$txtAccount" type="text" maxlength="6" id="ctl00_cph_txtAccount" value="{escape(acc)}" /></td>
<td><input type="submit" name="ctl00$cph$btnSms" value="發送簡訊動態碼" id="ctl00_cph_btnSms" onclick="return $find('mpeSms').show();" /></td></tr>
<tr><td>簡訊(或MOTP)動態碼</td><td><input name="ctl00$cph$txtOtp" type="text" maxlength="8" id="ctl00_cph_txtOtp" autocomplete="off" /></td><td></td></tr>
<tr><td colspan="3" align="right"><input type="submit" name="ctl00$cph$btnNext" value="下一步" id="ctl00_cph_btnNext" /></td></tr></table>
<div id="ctl00_cph_pnlSms" class="modalPopup" style="display:{sms};"><table><tr><td>請輸入帳號登記的手機門號(10碼)</td></tr>
<tr><td><input name="ctl00$cph$txtMobile" type="text" maxlength="10" id="ctl00_cph_txtMobile" /></td></tr>
<tr><td><input type="submit" name="ctl00$cph$btnMpOk" value="確定發送" id="ctl00_cph_btnMpOk" /> <input type="submit" name="ctl00$cph$btnMpCancel" value="取消" id="ctl00_cph_btnMpCancel" /></td></tr></table></div>{okp}"""
        return self.aspx(f"/Verify.aspx?t={f['t']}|{f['sid']}", head, body, "ModalPopup('mpeSms','ctl00_cph_pnlSms');ModalPopup('mpeOk','ctl00_cph_pnlOk');" + (f"alert('{err}');" if err else ""))

    EXIT = """<p><a id="ctl00_lbtnExit" href="javascript:__doPostBack('ctl00$lbtnExit','')">登出</a></p>"""

    def setmail(self, q: Request, f: dict) -> Response:
        t, p, where, err = self.truth, self.truth.person, f"/SetMail.aspx|{f['sid']}", ""
        name = q.get("ctl00$cph$txtAlias").strip()
        if q.method == "POST":
            self.takes(q, **{"ctl00$cph$txtAlias": "alias"})
            if not self.valid(q, where):
                return self.dead()
            if q.has("ctl00$cph$btnCancel"):
                return redirect("/Default.aspx")
            if q.has("ctl00$cph$btnEnable"):
                if t.alias:
                    err = "雲端服務帳號已設定，不可再次設定"
                elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", name):
                    err = "雲端服務帳號含有不允許的字元或長度不符"
                elif name.lower() == "taken.name":
                    err = "雲端服務帳號已被使用，請更換"
                else:
                    t.alias, t.cloud_password = name, t.portal_password
                    t.counts["activated"] += 1
                    return self.aspx(where, "完成", f"<h3>作業完成</h3><p>{p.name} 您好，已為您建立雲端服務帳號 {escape(name)}@ntuh.gov.tw ，初始密碼與您目前的Portal密碼相同，隔日生效。</p>" + self.EXIT)
        facts = f"""<table><tr><td>網路帳號 / 主職員工編號</td><td>{p.employee_id}</td></tr><tr><td>帳號姓名</td><td>{p.name}</td></tr><tr><td>主職單位</td><td>{p.unit}</td></tr><tr><td>有效期限</td><td>{p.valid_until}</td></tr>"""
        if t.alias:
            row = f'<tr><td>雲端服務帳號 (電子郵件名稱)</td><td><input type="text" value="{escape(t.alias)}" disabled="disabled" />@ntuh.gov.tw</td></tr></table><span style="color:Red;">{err or "狀態：雲端服務已開通"}</span>'
        else:
            row = f"""<tr><td>雲端服務帳號 (電子郵件名稱)</td><td><input name="ctl00$cph$txtAlias" type="text" maxlength="64" id="ctl00_cph_txtAlias" value="{escape(name)}" />@ntuh.gov.tw 名稱長度限64字元內</td></tr></table>
<span style="color:Red;">{err}</span><p>※ 雲端服務初始密碼與您目前的Portal密碼相同，啟用後可由「重置雲端服務密碼」變更。</p>
<input type="submit" name="ctl00$cph$btnCancel" value="取消啟用" id="ctl00_cph_btnCancel" /> <input type="submit" name="ctl00$cph$btnEnable" value="啟用雲端服務" id="ctl00_cph_btnEnable" /> 服務於設定完成隔日生效"""
        return self.aspx(where, "設定密碼與郵件別名", "<h3>設定密碼與郵件別名</h3>雲端服務帳號說明：1. 雲端服務帳號為跨體系使用。" + facts + row + self.EXIT, f"alert('{err}');" if err else "")

    def resetpwd(self, q: Request, f: dict) -> Response:
        where, say = f"/ResetPwd.aspx|{f['sid']}", ""
        if q.method == "POST":
            self.takes(q, **{"ctl00$cph$txtP1": "cloud_password", "ctl00$cph$txtP2": "cloud_password_again"})
            if not self.valid(q, where):
                return self.dead()
            pw = q.get("ctl00$cph$txtP1")
            if not self.truth.alias:
                say = "尚未啟用雲端服務帳號"
            elif len(pw) < 8 or pw != q.get("ctl00$cph$txtP2") or not re.search("[A-Za-z]", pw) or not re.search("[0-9]", pw):
                say = "密碼不符規則或兩次輸入不同"
            else:
                self.truth.cloud_password, say = pw, "雲端服務密碼已重置"
        return self.aspx(where, "重置雲端服務密碼", f"""<h3>重置雲端服務密碼</h3><span style="color:Red;">{say}</span><table><tr><td>新密碼</td><td><input name="ctl00$cph$txtP1" type="password" /></td></tr>
<tr><td>確認新密碼</td><td><input name="ctl00$cph$txtP2" type="password" /></td></tr></table><input type="submit" name="ctl00$cph$btnReset" value="確定重置" />""" + self.EXIT)

    # -------- mail
    def mail(self, q: Request) -> Response:
        r = self.axd(q)
        if r:
            return r
        sid = q.cookies.get("OwaTab", "")
        if q.path == "/code.ashx":
            self.shot = self.truth.new_captcha("abcdefghijkmnpqrstuvwxyz23456789", 5)
            return Response(picture(self.shot, "JPEG"), kind="image/jpeg")
        if q.path == "/logon.aspx":
            say = ""
            if q.method == "POST":
                self.takes(q, txtMailId="mail_account", txtMailPwd="mail_password", txtMailCode="captcha")
                if not self.valid(q, "/logon.aspx"):
                    return self.dead()
                if not self.shot_ok(q.get("txtMailCode")):
                    say = "驗證碼輸入錯誤"
                elif not self.truth.alias or q.get("txtMailId").split("@")[0].lower() != self.truth.alias.lower() or q.get("txtMailPwd") != self.truth.cloud_password:
                    say = "帳號或密碼不正確"
                else:
                    sid = secrets.token_hex(10)
                    self.post.add(sid)
                    self.truth.sessions.add("mail:" + sid)
                    self.truth.counts["mail_sign_in"] += 1
                    return redirect("/inbox.aspx", ("Set-Cookie", f"OwaTab={sid}; path=/; HttpOnly"))
            return self.aspx("/logon.aspx", "Webmail", f"""<table><tr><td>帳號:</td><td><input name="txtMailId" type="text" id="txtMailId" /></td></tr><tr><td>密碼:</td><td><input name="txtMailPwd" type="password" id="txtMailPwd" /></td></tr>
<tr><td>驗證碼(小寫字母或數字):</td><td><input name="txtMailCode" type="text" id="txtMailCode" maxlength="5" /><img src="code.ashx?{secrets.randbelow(9999)}" alt="" /></td></tr>
<tr><td></td><td><input id="chkKeep" type="checkbox" name="chkKeep" /><label for="chkKeep">記住登入資訊 (公用電腦請勿勾選)</label></td></tr></table>
<span style="color:Red;">{say}</span><input type="submit" name="btnLogon" value="登入" id="btnLogon" /><fieldset><legend>公佈欄</legend>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</fieldset>""")
        if sid not in self.post:
            return redirect("/logon.aspx")
        if q.method == "POST":
            self.takes(q)
            if q.get("__EVENTTARGET") == "lbtnQuit" and self.valid(q, "/inbox.aspx"):
                self.post.discard(sid)
                self.truth.sessions.discard("mail:" + sid)
                self.truth.counts["sign_out_mail"] += 1
                return redirect("/logon.aspx")
        tabs, start = self.tabs("TCM", "TCM_ClientState", 0, ("收件匣", "<table><tr><td>資訊室</td><td>歡迎使用本院電子信</td></tr></table>"), ("寄件備份", "(無)"))
        return self.aspx("/inbox.aspx", "收件匣", f"""<p>{escape(self.truth.alias)}@ntuh.gov.tw <a href="javascript:__doPostBack('lbtnQuit','')">登出</a></p>{tabs}""", start)

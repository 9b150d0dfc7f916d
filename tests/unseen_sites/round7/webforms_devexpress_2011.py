from __future__ import annotations

import base64
import hashlib
import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

C = "ctl00$ContentPlaceHolder1$"
CAMPUS = {"T0": "總院區", "T2": "北護分院", "T3": "金山分院", "T4": "新竹分院", "T5": "竹東分院", "Y0": "雲林分院"}
CONTACT = [
    ("txtEngLast", "english_surname", "英文姓：", "ex:Chen(陳)"), ("txtEngFirst", "english_given", "英文首名：", "ex: Yi-Fen(怡芬) (說明)"),
    ("txtEngMid", "english_middle", "英文中名：", "ex:Mary 為英文別名，如無，可不填"), ("txtOffTel", "office_phone", "辦公室電話：", "ex:61234或23123456"),
    ("txtHomTel", "home_phone", "住宅電話：", "ex:0223123456"), ("txtMobTel", "mobile_phone", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"),
]
MD5_JS = """function md5(s){function A(x,y){return(x+y)|0}function L(k,d){return(k<<d)|(k>>>(32-d))}
var S=[7,12,17,22,5,9,14,20,4,11,16,23,6,10,15,21],W=[],i,j,n;s=unescape(encodeURIComponent(s));n=s.length;
for(i=0;i<n;i++)W[i>>2]|=s.charCodeAt(i)<<((i%4)*8);W[n>>2]|=0x80<<((n%4)*8);var N=(((n+8)>>6)+1)*16;W[N-2]=n*8;
var h=[0x67452301,0xefcdab89|0,0x98badcfe|0,0x10325476];
for(j=0;j<N;j+=16){var a=h[0],b=h[1],c=h[2],d=h[3];for(i=0;i<64;i++){var q=i>>4,f,g,t;
if(q==0){f=(b&c)|(~b&d);g=i}else if(q==1){f=(d&b)|(~d&c);g=(5*i+1)%16}else if(q==2){f=b^c^d;g=(3*i+5)%16}else{f=c^(b|~d);g=(7*i)%16}
t=d;d=c;c=b;b=A(b,L(A(A(a,f),A(Math.floor(Math.abs(Math.sin(i+1))*4294967296)|0,W[j+g]|0)),S[q*4+i%4]));a=t}
h[0]=A(h[0],a);h[1]=A(h[1],b);h[2]=A(h[2],c);h[3]=A(h[3],d)}
var o='';for(i=0;i<16;i++){var v=(h[i>>2]>>>((i%4)*8))&255;o+=(v<16?'0':'')+v.toString(16)}return o}
function CheckAndSetPassTextBox(id){var e=document.getElementById(id);if(e.value!=''&&!/^[0-9a-f]{32}$/.test(e.value))e.value=md5(e.value);return true}
"""


class TheSite(Site):
    title = "webforms_devexpress_2011"

    def __init__(self) -> None:
        super().__init__()
        self.app: dict[tuple[str, str], dict] = {}

    # ---------------------------------------------------------------- plumbing of pages
    def _state(self, rq: Request) -> tuple[dict, list[tuple[str, str]]]:
        asp = rq.cookies.get("ASP.NET_SessionId", "")
        extra = []
        if not re.fullmatch("[a-z0-9]{24}", asp):
            asp = "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz012345") for _ in range(24))
            extra = [("Set-Cookie", f"ASP.NET_SessionId={asp}; path=/; HttpOnly")]
        return self.app.setdefault((rq.host, asp), {"vs": {}}), extra

    def _valid(self, st: dict, rq: Request) -> bool:
        want = st["vs"].get(rq.path)
        return want is not None and want == (rq.get("__VIEWSTATE"), rq.get("__EVENTVALIDATION"))

    def _page(self, st: dict, action: str, content: str, message: str = "", title: str = "", top: str = "", script: str = "") -> Response:
        path = action.split("?")[0]
        state = base64.b64encode(b"\xff\x01\x0f\x0f\x05" + secrets.token_bytes(60)).decode()
        check = base64.b64encode(secrets.token_bytes(36)).decode()
        st["vs"]["/" + path.lstrip("/")] = (state, check)
        popup = ""
        if message:
            popup = f"""<table id="ctl00_pcMessage_PW-1" class="dxpcControl_Office2010Blue" cellspacing="0" cellpadding="0" border="0"><tr><td>
<table cellspacing="0" cellpadding="0" border="0" width="100%"><tr><td class="dxpcHeader_Office2010Blue"><span class="dxpcHeaderText">系統訊息</span></td></tr>
<tr><td class="dxpcContent_Office2010Blue"><table><tr><td><img src="/DXR.axd?r=1_22" alt=""/></td><td><span id="ctl00_pcMessage_lblMsg" class="dxeBase_Office2010Blue">{escape(message)}</span></td></tr>
<tr><td colspan="2" align="center"><input type="button" value="確定" onclick="document.getElementById('ctl00_pcMessage_PW-1').style.display='none'"/></td></tr></table></td></tr></table></td></tr></table>"""
        return Response(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head id="ctl00_Head1"><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><meta http-equiv="X-UA-Compatible" content="IE=8" /><title>
	{title}
</title><link rel="stylesheet" type="text/css" href="/DXR.axd?r=0_861,1_22" />
<style type="text/css">.dxbf{{position:relative}} .dxb-hb{{position:absolute;left:0;top:0;width:100%;height:100%;opacity:0;filter:alpha(opacity=0)}}</style></head>
<body>
<form name="aspnetForm" method="post" action="{escape(action)}" id="aspnetForm">
<div>
<input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" />
<input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{state}" />
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
{script}//]]>
</script>
<div><input type="hidden" name="__EVENTVALIDATION" id="__EVENTVALIDATION" value="{check}" /></div>
<table id="ctl00_pnlTop" class="dxpnlControl_Office2010Blue" width="100%" cellspacing="0"><tr><td><span class="hosp">醫療資訊系統</span></td><td align="right">{top}</td></tr></table>
{popup}
{content}
<input type="hidden" name="DXScript" value="1_42,1_74,2_22,2_29,1_46,2_21,1_67" />
</form></body></html>""")

    def _box(self, name: str, value: str = "", kind: str = "text", size: int = 170, limit: int = 0, null: str = "") -> str:
        cid = (C + name).replace("$", "_")
        cut = f' maxlength="{limit}"' if limit else ""
        return f"""<table class="dxeTextBoxSys dxeTextBox_Office2010Blue" cellspacing="0" cellpadding="0" id="{cid}" border="0" style="width:{size}px;"><tr>
<td class="dxic" style="width:100%;"><input class="dxeEditArea_Office2010Blue dxeEditAreaSys" id="{cid}_I" name="{C}{name}" value="{escape(value)}" type="{kind}"{cut}{null} /></td>
</tr></table>"""

    def _button(self, name: str, text: str, click: str = "") -> str:
        cid = (C + name).replace("$", "_")
        on = f' onclick="{click}"' if click else ""
        return f"""<table class="dxbButton_Office2010Blue" id="{cid}" cellspacing="0" cellpadding="0" border="0"><tr><td class="dxb" id="{cid}_B"><div class="dxbf" id="{cid}_CD">
<input class="dxb-hb" id="{cid}_I" type="submit" name="{C}{name}" value="{text}"{on} /><span>{text}</span></div></td></tr></table>"""

    def _row(self, caption: str, control: str, hint: str = "") -> str:
        return f"""<tr><td class="dxflCaptionCell" align="right" nowrap="nowrap"><span class="dxeBase_Office2010Blue">{caption}</span></td><td class="dxflNestedControlCell">{control}</td><td><span class="hint">{hint}</span></td></tr>
"""

    def _panel(self, name: str, head: str, inside: str) -> str:
        return f"""<table id="ctl00_ContentPlaceHolder1_{name}" class="dxrpControl_Office2010Blue" cellspacing="0" cellpadding="0" border="0"><tr><td class="dxrpHeader_Office2010Blue"><span>{head}</span></td></tr>
<tr><td class="dxrpcontent"><table cellspacing="0" cellpadding="2" border="0">
{inside}</table></td></tr></table>"""

    def _image(self, st: dict, small: bool) -> Response:
        text = self.truth.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5) if small else self.truth.new_captcha()
        st["drawn"] = text
        return Response(picture(text, "PNG"), kind="image/png", headers=[("Cache-Control", "private")])

    def _image_matches(self, st: dict, typed: str, small: bool) -> bool:
        drawn, latest = st.pop("drawn", ""), self.truth.captcha
        self.truth.captcha = ""
        typed = typed.strip()
        return drawn != "" and drawn == latest and (typed if small else typed.upper()) == drawn

    # ---------------------------------------------------------------- portal
    def portal(self, rq: Request) -> Response:
        st, extra = self._state(rq)
        answer = self._portal(rq, st)
        answer.headers += extra
        return answer

    def _portal(self, rq: Request, st: dict) -> Response:
        if rq.path in ("/", "/Default.aspx"):
            return redirect("/Account/Login.aspx?ReturnUrl=%2fDefault.aspx")
        if rq.path == "/Account/CaptchaImage.axd":
            return self._image(st, False)
        if rq.path == "/Account/Login.aspx":
            if rq.method != "POST":
                return self._login(st)
            r = C + "rpLogin$"
            self.takes(rq, **{C + "rpLogin$cboHospital_VI": "campus", r + "txtUserID": "employee_id", r + "txtPass": "portal_password", r + "capCode$TB": "captcha"})
            if not self._valid(st, rq):
                return self._login(st, "頁面驗證失敗，請重新輸入。")
            if rq.get("__EVENTTARGET") == C + "rpLogin$capCode":
                return self._login(st, user=rq.get(r + "txtUserID"))
            if not rq.has(r + "btnLogin"):
                return self._login(st)
            digest = hashlib.md5(self.truth.portal_password.encode()).hexdigest()
            why = ""
            if not self._image_matches(st, rq.get(r + "capCode$TB"), False):
                why = "您輸入的驗證碼與圖片不符！"
            elif rq.get(r + "cboHospital_VI") not in CAMPUS:
                why = "請選擇院區！"
            elif (rq.get(r + "txtUserID").strip(), rq.get(r + "txtPass")) != (self.truth.person.employee_id, digest):
                why = "登入失敗：帳號或密碼有誤！"
            if why:
                self.truth.counts["sign_in_refused"] += 1
                return self._login(st, why, rq.get(r + "txtUserID"))
            key = secrets.token_hex(16).upper()
            st["key"] = key
            self.truth.sessions.add("portal:" + key)
            self.truth.counts["sign_in"] += 1
            return redirect(f"/Home/Redirect.aspx?SESSION={key}", ("Set-Cookie", f"_CK_Portal={key}; path=/"))
        key = rq.query.get("SESSION", "")
        if not rq.path.startswith("/Home/"):
            return Response("The resource cannot be found.", 404)
        if "portal:" + key not in self.truth.sessions or st.get("key") != key:
            return Response("<script type='text/javascript'>alert('連線逾時，請重新登入');top.location.href='/Account/Login.aspx';</script>")
        if rq.path == "/Home/Redirect.aspx":
            return Response(f"<html><head><title>Loading</title></head><body>系統載入中...<script type='text/javascript'>window.location.href='/Home/Main.aspx?SESSION={key}';</script></body></html>")
        if rq.path == "/Home/Main.aspx":
            if rq.method == "POST":
                self.takes(rq)
                if not self._valid(st, rq):
                    return self._main(st, key, "頁面已過期，請重新操作。")
                target, argument = rq.get("__EVENTTARGET"), rq.get("__EVENTARGUMENT")
                if target == "ctl00$btnLogout":
                    self.truth.sessions.discard("portal:" + key)
                    self.truth.counts["sign_out_portal"] += 1
                    st.pop("key", None)
                    return self._login(st, "您已成功登出。")
                if target == "ctl00$mnuMain" and argument in ("CLICK:6i0", "CLICK:6i5"):
                    page = "ChgPassword" if argument == "CLICK:6i0" else "EmpContact"
                    return redirect(f"{self.urls['inner']}/WebApplication/HR/{page}.aspx?SESSION={key}")
                return self._main(st, key, "您沒有執行此功能的權限。")
            return self._main(st, key)
        return Response("The resource cannot be found.", 404)

    def _login(self, st: dict, message: str = "", user: str = "") -> Response:
        items = "".join(f'<tr class="dxeListBoxItemRow"><td class="dxeListBoxItem" onclick="pick(\'{v}\',\'{t}\')">{t}</td></tr>' for v, t in CAMPUS.items())
        b = "ctl00_ContentPlaceHolder1_rpLogin_"
        combo = f"""<input type="hidden" id="{b}cboHospital_VI" name="{C}rpLogin$cboHospital_VI" value="T0" /><table class="dxeButtonEdit_Office2010Blue" cellspacing="0"><tr><td class="dxic">
<input class="dxeEditArea_Office2010Blue" id="{b}cboHospital_I" name="{C}rpLogin$cboHospital" value="總院區" type="text" readonly="readonly" onclick="drop()" /></td><td class="dxeButtonEditButton" onclick="drop()">▼</td></tr></table>
<div id="{b}cboHospital_DDD_PW-1" style="display:none"><table class="dxeListBox_Office2010Blue">{items}</table></div>"""
        cap = f"""<table><tr><td><img id="{b}capCode_IMG" src="/Account/CaptchaImage.axd?dxCache={secrets.token_hex(4)}" alt="Captcha image" /></td>
<td><a href="javascript:__doPostBack('{C}rpLogin$capCode','R')" class="dxcaRefreshButton">重新產生圖片</a></td></tr><tr><td colspan="2"><label for="{b}capCode_TB_I">驗證碼 (不用區分大小寫)</label></td></tr>
<tr><td colspan="2">{self._box("rpLogin$capCode$TB", limit=6, null=' autocomplete="off"')}</td></tr></table>"""
        rows = (self._row("院區", combo) + self._row("帳號", self._box("rpLogin$txtUserID", user, limit=10), f'<span id="{b}txtUserID_EC" style="display:none;color:Red">請輸入帳號</span>')
                + self._row("密碼", self._box("rpLogin$txtPass", kind="password", limit=20), f'<span id="{b}txtPass_EC" style="display:none;color:Red">請輸入密碼</span>')
                + f'<tr><td></td><td class="dxcaControl_Office2010Blue">{cap}</td></tr><tr><td></td><td>'
                + self._button("rpLogin$btnLogin", "登入系統", f"return CheckAndSetPassTextBox('{b}txtPass_I');") + "</td></tr>\n")
        script = MD5_JS + f"""function drop(){{var d=document.getElementById('{b}cboHospital_DDD_PW-1').style;d.display=d.display=='none'?'block':'none'}}
function pick(v,t){{document.getElementById('{b}cboHospital_VI').value=v;document.getElementById('{b}cboHospital_I').value=t;drop()}}
"""
        return self._page(st, "/Account/Login.aspx", self._panel("rpLogin", "使用者登入", rows) + "<p>如無法登入，請撥資訊室分機261120。</p>", message, "醫療資訊系統 - 登入", script=script)

    def _main(self, st: dict, key: str, message: str = "") -> Response:
        def menu(i: int, texts: list[str]) -> str:
            return "".join(f'<tr><td class="dxmMenuItem"><table cellspacing="0"><tr><td nowrap="nowrap"><a class="dx" href="javascript:__doPostBack(&#39;ctl00$mnuMain&#39;,&#39;CLICK:{i}i{j}&#39;)"><span>{t}</span></a></td></tr></table></td></tr>\n' for j, t in enumerate(texts))
        heads = "".join(f'<td class="dxmMenuItem"><span>{t} ▾</span></td>' for t in ("醫療系統", "醫療支援", "其他資源", "數位學習", "資訊安全", "行政系統", "個人管理"))
        body = f"""<table id="ctl00_mnuMain" class="dxmControl_Office2010Blue" cellspacing="0"><tr>{heads}</tr></table>
<table><tr><td valign="top"><div class="dxmSubMenu" id="ctl00_mnuMain_DME6_"><table>{menu(6, ["更改密碼", "個人簽章提醒設定", "薪資所得免稅額申報表", "員工待遇福利查詢", "查詢員工連絡資料", "維護個人連絡資料", "個人就醫紀錄查詢"])}</table></div></td>
<td valign="top"><table class="dxgvControl_Office2010Blue" id="ctl00_ContentPlaceHolder1_gvNews"><tr><td class="dxgvHeader">日期</td><td class="dxgvHeader">標題</td></tr>
<tr class="dxgvFilterRow"><td><input type="text" name="{C}gvNews$DXFREditorcol0" value="" /></td><td><input type="text" name="{C}gvNews$DXFREditorcol1" value="" /></td></tr>
<tr class="dxgvDataRow"><td>2011/10/21</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr></table></td></tr></table>"""
        top = f"""您好! {escape(self.truth.person.name)} <a id="ctl00_btnLogout" class="dxeHyperlink" href="javascript:__doPostBack('ctl00$btnLogout','')">登出</a>"""
        return self._page(st, f"/Home/Main.aspx?SESSION={key}", body, message, "醫療資訊系統", top)

    # ---------------------------------------------------------------- inner
    def inner(self, rq: Request) -> Response:
        st, extra = self._state(rq)
        answer = self._inner(rq, st)
        answer.headers += extra
        return answer

    def _inner(self, rq: Request, st: dict) -> Response:
        key = rq.query.get("SESSION", "")
        if "portal:" + key not in self.truth.sessions:
            return Response("<html><body><span style='color:Red'>SESSION 無效，請重新登入 Portal。</span></body></html>", 403)
        home = f"{self.urls['portal']}/Home/Main.aspx?SESSION={key}"
        links = f'<a class="dxeHyperlink" href="{home}">回功能選單</a>'
        if rq.path == "/WebApplication/HR/ChgPassword.aspx":
            message, done = "", False
            if rq.method == "POST":
                self.takes(rq, **{C + "txtOldPwd": "old_password", C + "txtNewPwd": "new_password", C + "txtNewPwd2": "new_password_again"})
                old, new, again = (rq.get(C + n) for n in ("txtOldPwd", "txtNewPwd", "txtNewPwd2"))
                if not self._valid(st, rq) or not rq.has(C + "btnOK"):
                    message = "頁面已過期，請重新輸入。"
                elif old != self.truth.portal_password:
                    message = "舊密碼不正確！"
                elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search(r"\d", new):
                    message = "新密碼不符合密碼設定條件！"
                elif new != again:
                    message = "新密碼與再次輸入的新密碼不一致！"
                elif new == old:
                    message = "新舊密碼不可相同！"
                else:
                    self.truth.portal_password, message, done = new, "您的密碼已更新。", True
                    self.truth.counts["password_changed"] += 1
                if not done:
                    self.truth.counts["password_refused"] += 1
            if done:
                return self._page(st, f"/WebApplication/HR/ChgPassword.aspx?SESSION={key}", f"<table><tr><td>下次登入 Portal 時請使用新密碼。</td></tr><tr><td>{links}</td></tr></table>", message, "更改密碼")
            rows = "".join(self._row(t, self._box(n, kind="password", limit=20)) for n, t in (("txtOldPwd", "請輸入舊密碼："), ("txtNewPwd", "請輸入新密碼："), ("txtNewPwd2", "請再輸入新密碼：")))
            rows += self._row("密碼強度檢核：", '<div class="dxeProgressBar"><div style="width:0%"></div></div>') + f"<tr><td></td><td>{self._button('btnOK', '確認修改')}</td></tr>"
            rows += f'<tr><td colspan="3">密碼設定條件：<br/>1.密碼長度不可少於8個字元<br/>2.密碼內容需包含英文及數字</td></tr><tr><td colspan="3">{links}</td></tr>'
            return self._page(st, f"/WebApplication/HR/ChgPassword.aspx?SESSION={key}", self._panel("rpPwd", "更改密碼", rows), message, "更改密碼")
        if rq.path == "/WebApplication/HR/EmpContact.aspx":
            message = ""
            if rq.method == "POST":
                self.takes(rq, **{C + "flContact$txtMobTel": "mobile_phone"})
                given = {k: rq.get(f"{C}flContact${n}").strip() for n, k, _, _ in CONTACT}
                if not self._valid(st, rq) or rq.get("__EVENTTARGET") != C + "btnSave":
                    message = "頁面已過期，資料未儲存。"
                elif any(not rq.has(f"{C}flContact${n}") or len(given[k]) > 40 for n, k, _, _ in CONTACT):
                    message = "欄位資料不完整，未儲存。"
                elif not re.fullmatch(r"09\d{8}", given["mobile_phone"]):
                    message = "行動電話須為10碼數字，未儲存。"
                else:
                    self.truth.saved_contact.update(given)
                    self.truth.counts["contact_saved"] += 1
                    message = "存檔完成。"
            p = self.truth.person
            rows = self._row("員工編號：", self._box("flContact$txtEmpNo", p.employee_id, null=' readonly="readonly"')) + self._row("姓名：", f"<span>{escape(p.name)}</span>")
            for n, k, t, hint in CONTACT:
                rows += self._row(t, self._box("flContact$" + n, self._now(k), limit=40), hint)
            save = f"""<table width="100%"><tr><td>台大醫院---維護個人連絡資料</td><td><input type="button" id="ctl00_ContentPlaceHolder1_btnSave" value="異動儲存" onclick="__doPostBack('{C}btnSave','')" /></td></tr></table>"""
            return self._page(st, f"/WebApplication/HR/EmpContact.aspx?SESSION={key}", save + self._panel("flContact", "連絡資料", rows) + links, message, "維護個人連絡資料")
        return Response("The resource cannot be found.", 404)

    def _now(self, key: str) -> str:
        return self.truth.saved_contact.get(key, getattr(self.truth.person, key))

    # ---------------------------------------------------------------- account
    def account(self, rq: Request) -> Response:
        st, extra = self._state(rq)
        answer = self._account(rq, st)
        answer.headers += extra
        return answer

    def _account(self, rq: Request, st: dict) -> Response:
        if rq.path == "/":
            return redirect("/Default.aspx")
        if rq.path == "/Default.aspx":
            if rq.method == "POST":
                self.takes(rq)
                to = {"btnActivate": "New", "btnReset": "Reset"}.get(rq.get("__EVENTTARGET").removeprefix(C))
                if self._valid(st, rq) and to:
                    st["mode"] = to
                    return redirect(f"/Verify.aspx?Mode={to}")
            tiles = "".join(f"""<tr><td><a id="ctl00_ContentPlaceHolder1_{n}" class="dxbButton" href="javascript:__doPostBack('{C}{n}','')">{t}</a></td><td>{d}</td></tr>"""
                            for n, t, d in (("btnActivate", "啟用網路帳號及首次雲端帳號密碼設定", "啟用本院微軟相關服務，如：Office365, Outlook..."), ("btnReset", "重置雲端服務密碼", "重設非Portal帳號的密碼：Email, 無線網路, KM, TMS"), ("btnVpn", "總院廠商VPN展延申請", "總院廠商VPN到期，重新啟用申請。")))
            rules = """<tr><td>網路帳號為院內眾多服務之通用帳號與密碼，不可借用。<ul><li>如有借用帳號行為，該網路帳號擁有者需負相關法律之責任。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul></td></tr>"""
            asks = """<tr><td><b>密碼修改後多久可以生效</b><br/>即時生效。<br/><b>忘記密碼</b><br/>請親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</td></tr>"""
            return self._page(st, "/Default.aspx", self._panel("rpRule", "《規範》", rules) + self._panel("rpFaq", "《常見問題與服務》", asks) + f"<table>{tiles}</table>", title="網路帳號服務")
        if rq.path == "/Verify.aspx":
            if rq.query.get("Mode") in ("New", "Reset"):
                st["mode"] = rq.query["Mode"]
            return self._verify(rq, st)
        if rq.path not in ("/SetAlias.aspx", "/ResetPwd.aspx"):
            return Response("The resource cannot be found.", 404)
        if "account:" + st.get("proof", "-") not in self.truth.sessions:
            return redirect("/Default.aspx")
        if rq.method == "POST":
            self.takes(rq, **{C + "txtAlias": "alias", C + "txtCloudPwd": "cloud_password", C + "txtCloudPwd2": "cloud_password_again"})
            if self._valid(st, rq) and (rq.get("__EVENTTARGET") == "ctl00$lnkExit" or rq.has(C + "btnCancel")):
                self.truth.sessions.discard("account:" + st.pop("proof"))
                self.truth.counts["sign_out_account"] += 1
                return redirect("/Default.aspx")
        if rq.path == "/ResetPwd.aspx":
            return self._reset(rq, st)
        return self._alias(rq, st)

    def _verify(self, rq: Request, st: dict) -> Response:
        message, ask, emp = "", False, rq.get(C + "txtEmpNo").strip()
        if rq.method == "POST":
            self.takes(rq, **{C + "txtEmpNo": "employee_id", C + "txtOtp": "code", C + "pcPhone$txtPhone": "registered_phone"})
            if not self._valid(st, rq):
                message = "頁面已過期，請重新操作。"
            elif rq.has(C + "btnSendOtp"):
                if re.fullmatch(r"\d{6}", emp):
                    ask = True
                    st["asked"] = emp
                else:
                    message = "請輸入6位數主職員工編號。"
            elif rq.has(C + "pcPhone$btnPhoneOK"):
                if st.get("asked") != emp:
                    message = "請重新按「發送簡訊動態碼」。"
                elif emp != self.truth.person.employee_id or rq.get(C + "pcPhone$txtPhone").strip() != self._now("mobile_phone"):
                    message, ask = "手機門號與帳號登記門號不同，請重新輸入。", True
                else:
                    st["otp"] = (self.truth.new_message(), time.time(), emp)
                    message = "動態碼簡訊發送成功：成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"
            elif rq.has(C + "btnNext"):
                code, born, who = st.get("otp", ("", 0.0, ""))
                if not code or who != emp:
                    message = "請先取得簡訊動態碼。"
                elif time.time() - born > 120:
                    message = "動態碼已失效，請重新取得。"
                elif code != rq.get(C + "txtOtp").strip():
                    message = "動態碼驗證失敗。"
                else:
                    del st["otp"]
                    st["proof"] = secrets.token_hex(8)
                    self.truth.sessions.add("account:" + st["proof"])
                    self.truth.counts["code_accepted"] += 1
                    return redirect("/ResetPwd.aspx" if st.get("mode") == "Reset" else "/SetAlias.aspx")
                self.truth.counts["code_refused"] += 1
        notice = """<tr><td><ol><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li><li>如未申請MOTP服務請洽資訊服務台辦理(261120)。</li></ol></td></tr>"""
        rows = self._row("網路帳號 / 主職員工編號", self._box("txtEmpNo", emp, limit=6), self._button("btnSendOtp", "發送簡訊動態碼"))
        rows += self._row("簡訊(或MOTP)動態碼", self._box("txtOtp", limit=8, null=' autocomplete="off"')) + f"<tr><td></td><td></td><td>{self._button('btnNext', '下一步')}</td></tr>"
        show = "" if ask else "display:none;"
        popup = f"""<div id="ctl00_ContentPlaceHolder1_pcPhone_PW-1" class="dxpcControl_Office2010Blue" style="{show}position:absolute;left:200px;top:160px;background:#fff;border:1px solid #8ba0bc;z-index:12000">
<table cellspacing="0"><tr><td class="dxpcHeader">身分確認</td></tr><tr><td class="dxpcContent"><table><tr><td>請輸入帳號登記的手機門號(10碼)</td></tr><tr><td>{self._box("pcPhone$txtPhone", limit=10)}</td></tr>
<tr><td><table><tr><td>{self._button("pcPhone$btnPhoneOK", "確定發送")}</td><td><input type="button" value="取消" onclick="document.getElementById('ctl00_ContentPlaceHolder1_pcPhone_PW-1').style.display='none'" /></td></tr></table></td></tr></table></td></tr></table></div>"""
        head = "重置雲端服務密碼" if st.get("mode") == "Reset" else "啟用網路帳號及首次雲端帳號密碼設定"
        return self._page(st, f"/Verify.aspx?Mode={st.get('mode', 'New')}", self._panel("rpNote", "注意事項", notice) + self._panel("rpVerify", head, rows) + popup, message, "進行身分驗證", '<a href="/Default.aspx">回首頁</a>')

    def _pair(self) -> str:
        return self._row("設定雲端服務密碼", self._box("txtCloudPwd", kind="password", limit=30), "至少8碼，含英文與數字") + self._row("再次輸入密碼", self._box("txtCloudPwd2", kind="password", limit=30))

    def _pair_wrong(self, rq: Request) -> str:
        new = rq.get(C + "txtCloudPwd")
        if not 8 <= len(new) <= 30 or not re.search("[A-Za-z]", new) or not re.search(r"\d", new):
            return "密碼須至少8碼，並包含英文與數字。"
        if new == self.truth.portal_password:
            return "密碼不可與Portal密碼相同。"
        return "" if new == rq.get(C + "txtCloudPwd2") else "兩次密碼輸入不一致。"

    EXIT = """<a id="ctl00_lnkExit" href="javascript:__doPostBack('ctl00$lnkExit','')">結束作業</a>"""

    def _alias(self, rq: Request, st: dict) -> Response:
        message = ""
        if rq.method == "POST":
            name = rq.get(C + "txtAlias").strip().lower()
            if not self._valid(st, rq) or not rq.has(C + "btnActivate"):
                message = "頁面已過期，請重新操作。"
            elif self.truth.alias:
                message = "此帳號先前已完成啟用，別名不可修改。"
            elif not re.fullmatch(r"[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])", name):
                message = "電子郵件名稱含有不允許的字元或長度不符。"
            elif name == "taken.name":
                message = "該名稱已被其他同仁登記。"
            else:
                message = self._pair_wrong(rq)
            if not message:
                self.truth.alias, self.truth.cloud_password = name, rq.get(C + "txtCloudPwd")
                self.truth.counts["activated"] += 1
                return self._page(st, "/SetAlias.aspx", f"<table><tr><td>您的電子郵件為 <b>{escape(name)}@ntuh.gov.tw</b></td></tr><tr><td>設定完成隔日生效。</td></tr></table>", "雲端服務啟用成功！", "設定密碼與郵件別名", self.EXIT)
        p = self.truth.person
        rows = "".join(self._row(t, f"<span>{escape(v)}</span>") for t, v in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        if self.truth.alias:
            rows += self._row("雲端服務帳號 (電子郵件名稱)", f"<span>{escape(self.truth.alias)}@ntuh.gov.tw</span>") + self._row("狀態", "<span>啟用完成(不可再變更)</span>")
        else:
            rows += self._row("雲端服務帳號 (電子郵件名稱)", f"<table><tr><td>{self._box('txtAlias', limit=64)}</td><td>@ntuh.gov.tw</td></tr></table>", "名稱長度限64字元內") + self._pair()
            rows += f"<tr><td>{self._button('btnCancel', '取消啟用')}</td><td>{self._button('btnActivate', '啟用雲端服務', 'return confirm(&#39;別名設定後不能修改，確定啟用？&#39;);')}</td><td>服務於設定完成隔日生效</td></tr>"
        return self._page(st, "/SetAlias.aspx", self._panel("rpAlias", "設定密碼與郵件別名", rows), message, "設定密碼與郵件別名", self.EXIT)

    def _reset(self, rq: Request, st: dict) -> Response:
        message = ""
        if rq.method == "POST":
            message = "頁面已過期，請重新操作。" if not self._valid(st, rq) or not rq.has(C + "btnReset") else "尚未啟用雲端服務。" if not self.truth.alias else self._pair_wrong(rq)
            if not message:
                self.truth.cloud_password = rq.get(C + "txtCloudPwd")
                return self._page(st, "/ResetPwd.aspx", "<p>新密碼即時生效。</p>", "密碼重置成功！", "重置雲端服務密碼", self.EXIT)
        return self._page(st, "/ResetPwd.aspx", self._panel("rpReset", "重置雲端服務密碼", self._pair() + f"<tr><td></td><td>{self._button('btnReset', '確定重置')}</td></tr>"), message, "重置雲端服務密碼", self.EXIT)

    # ---------------------------------------------------------------- mail
    def mail(self, rq: Request) -> Response:
        st, extra = self._state(rq)
        answer = self._mail(rq, st)
        answer.headers += extra
        return answer

    def _mail(self, rq: Request, st: dict) -> Response:
        if rq.path == "/":
            return redirect("/MailLogin.aspx")
        if rq.path == "/Captcha.axd":
            return self._image(st, True)
        message = ""
        if rq.path == "/MailLogin.aspx" and rq.method == "POST":
            self.takes(rq, **{C + "txtAccount": "mail_account", C + "txtPassword": "mail_password", C + "txtVerify": "captcha"})
            account = rq.get(C + "txtAccount").strip().lower().removesuffix("@ntuh.gov.tw")
            if not self._valid(st, rq) or not rq.has(C + "btnSignIn"):
                message = "頁面已過期。"
            elif not self._image_matches(st, rq.get(C + "txtVerify"), True):
                message = "驗證碼錯誤"
            elif not self.truth.alias or (account, rq.get(C + "txtPassword")) != (self.truth.alias, self.truth.cloud_password):
                message = "帳號或密碼錯誤"
            else:
                st["box"] = secrets.token_hex(6)
                self.truth.sessions.add("mail:" + st["box"])
                self.truth.counts["mail_sign_in"] += 1
                return redirect("/Inbox.aspx")
        if rq.path == "/Inbox.aspx" and "box" in st:
            if rq.method == "POST" and rq.get("__EVENTTARGET") == "ctl00$lnkSignOut" and self._valid(st, rq):
                self.takes(rq)
                self.truth.sessions.discard("mail:" + st.pop("box"))
                self.truth.counts["sign_out_mail"] += 1
                return redirect("/MailLogin.aspx")
            grid = """<table class="dxgvControl"><tr><td>寄件者</td><td>主旨</td></tr><tr><td>postmaster</td><td>Welcome 歡迎使用</td></tr></table>"""
            return self._page(st, "/Inbox.aspx", "<h3>收件匣</h3>" + grid, title="電子郵件", top=f"""{self.truth.alias} <a href="javascript:__doPostBack('ctl00$lnkSignOut','')">登出</a>""")
        rows = self._row("帳號:", self._box("txtAccount")) + self._row("密碼:", self._box("txtPassword", kind="password")) + self._row("驗證碼(小寫字母或數字):", self._box("txtVerify", limit=5), '<img src="/Captcha.axd" alt="" />')
        rows += f"""<tr><td></td><td><span class="dxeBase"><input type="checkbox" id="chkKeep" name="{C}chkKeep" value="C" /><label for="chkKeep">記住登入資訊 (公用電腦請勿勾選)</label></span></td></tr><tr><td></td><td>{self._button("btnSignIn", "登入")}</td></tr>"""
        note = f"""<tr><td>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<br/>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls["account"]}">https://help.ntuh.gov.tw/</a></td></tr>"""
        return self._page(st, "/MailLogin.aspx", self._panel("rpMail", "電子郵件系統", rows) + self._panel("rpBoard", "公佈欄", note), message, "電子郵件系統")

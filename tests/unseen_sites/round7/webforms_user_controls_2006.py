"""ASP.NET 2.0 of 2006: a master page, user controls (.ascx), LinkButtons posting back, validators of the framework."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

MD5 = """// md5.js  (c) 2005
function hex_md5(s){s=unescape(encodeURIComponent(s));var K=[],R=[7,12,17,22,5,9,14,20,4,11,16,23,6,10,15,21],i,j,w=[],n=s.length;
for(i=0;i<64;i++)K[i]=Math.floor(Math.abs(Math.sin(i+1))*4294967296)|0;
for(i=0;i<n;i++)w[i>>2]|=s.charCodeAt(i)<<(i%4*8);w[n>>2]|=128<<(n%4*8);var L=(((n+8)>>6)+1)*16;w[L-2]=n*8;
var H=[1732584193,-271733879,-1732584194,271733878];
for(j=0;j<L;j+=16){var a=H[0],b=H[1],c=H[2],d=H[3];for(i=0;i<64;i++){var f,g;
if(i<16){f=(b&c)|(~b&d);g=i}else if(i<32){f=(d&b)|(~d&c);g=(5*i+1)%16}else if(i<48){f=b^c^d;g=(3*i+5)%16}else{f=c^(b|~d);g=(7*i)%16}
var x=(a+f+K[i]+(w[j+g]|0))|0,r=R[(i>>4)*4+i%4];a=d;d=c;c=b;b=(b+((x<<r)|(x>>>(32-r))))|0}
H[0]=(H[0]+a)|0;H[1]=(H[1]+b)|0;H[2]=(H[2]+c)|0;H[3]=(H[3]+d)|0}
var o='';for(i=0;i<16;i++){var v=(H[i>>2]>>>(i%4*8))&255;o+=(v<16?'0':'')+v.toString(16)}return o}
function CheckAndSetPassTextBox(id){var t=document.getElementById(id);if(t.value!='')t.value=hex_md5(t.value);return true}
"""
MASTER = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" >
<head id="ctl00_Head1"><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>
	%(title)s
</title><link href="App_Themes/Blue/Blue.css" type="text/css" rel="stylesheet" /><script type="text/javascript" src="/js/md5.js"></script></head>
<body>%(menu)s<form name="aspnetForm" method="post" action="%(action)s" id="aspnetForm">
<div>
<input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" />
<input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="%(vs)s" />
</div>
<script type="text/javascript">
<!--
var theForm = document.forms['aspnetForm'];
function __doPostBack(eventTarget, eventArgument) {
    if (!theForm.onsubmit || (theForm.onsubmit() != false)) {
        theForm.__EVENTTARGET.value = eventTarget;
        theForm.__EVENTARGUMENT.value = eventArgument;
        theForm.submit();
    }
}
function WebForm_PostBackOptions(t,a,v,g,u,f,c){this.eventTarget=t;this.eventArgument=a}
function WebForm_DoPostBackWithOptions(o){__doPostBack(o.eventTarget,o.eventArgument)}
// -->
</script>
<table width="980" border="0" cellspacing="0" cellpadding="0"><tr><td colspan="2"><img src="/images/banner.gif" alt="台大醫院" width="980" height="60" /></td></tr>
<tr><td valign="top" width="160">%(left)s</td><td valign="top">
%(body)s
</td></tr></table>
<div><input type="hidden" name="__EVENTVALIDATION" id="__EVENTVALIDATION" value="%(ev)s" /></div>
%(script)s</form></body></html>"""


class TheSite(Site):
    title = "webforms_user_controls_2006"

    def __init__(self) -> None:
        super().__init__()
        self.visits: dict[str, dict] = {}
        self.keys: dict[str, str] = {}

    # ------------------------------------------------ the framework
    def visit(self, r: Request, cookie: str) -> tuple[str, dict, list]:
        v = r.cookies.get(cookie, "")
        if v in self.visits:
            return v, self.visits[v], []
        v = secrets.token_hex(12)
        self.visits[v] = {"state": {}}
        return v, self.visits[v], [("Set-Cookie", f"{cookie}={v}; path=/; HttpOnly")]

    def render(self, s: dict, page: str, title: str, body: str, *, left: str = "", action: str = "", alert: str = "", cookies: list | None = None) -> Response:
        vs = "/wEPDwUK" + base64.b64encode(secrets.token_bytes(150)).decode()
        ev = "/wEW" + base64.b64encode(secrets.token_bytes(36)).decode()
        s["state"][page] = (vs, ev)
        script = f"<script type=\"text/javascript\">\n<!--\nalert('{alert}');// -->\n</script>\n" if alert else ""
        out = MASTER % {"title": title, "menu": "", "action": escape(action or page), "vs": vs, "ev": ev, "left": left, "body": body, "script": script}
        return Response(out, headers=[("X-AspNet-Version", "2.0.50727"), ("Cache-Control", "private"), *(cookies or [])])

    @staticmethod
    def valid(s: dict, page: str, r: Request) -> bool:
        return s["state"].get(page) == (r.get("__VIEWSTATE"), r.get("__EVENTVALIDATION"))

    @staticmethod
    def wrong_state() -> Response:
        return Response("<html><head><title>驗證 viewstate MAC 失敗。</title></head><body><span><h1>'/' 應用程式中發生伺服器錯誤。<hr></h1><h2><i>狀態資訊對這個頁面無效，可能已損毀。</i></h2></span></body></html>", 500)

    @staticmethod
    def link(target: str, text: str, before: str = "", validates: bool = False) -> str:
        if validates:
            href = f"javascript:WebForm_DoPostBackWithOptions(new WebForm_PostBackOptions(&quot;{target}&quot;, &quot;&quot;, true, &quot;&quot;, &quot;&quot;, false, true))"
        else:
            href = f"javascript:__doPostBack('{target}','')"
        click = f' onclick="{before}"' if before else ""
        return f'<a id="{target.replace("$", "_")}"{click} href="{href}">{text}</a>'

    @staticmethod
    def box(name: str, value: str = "", kind: str = "text", more: str = "", need: str = "") -> str:
        cid = name.replace("$", "_")
        val = f' value="{escape(value)}"' if value else ""
        rfv = f'<span id="{cid}_rfv" style="color:Red;display:none;">{need}</span>' if need else ""
        return f'<input name="{name}" type="{kind}"{val} id="{cid}" {more} />{rfv}'

    @staticmethod
    def label(cid: str, text: str) -> str:
        return f'<span id="{cid}" style="color:Red;">{escape(text)}</span>'

    def assets(self, r: Request) -> Response | None:
        if r.path == "/js/md5.js":
            return Response(MD5, kind="application/x-javascript")
        if r.path == "/images/banner.gif":
            return Response(picture("NTUH", size=(98, 30)), kind="image/gif")
        return Response("", kind="text/css") if r.path.endswith(".css") else None

    # ------------------------------------------------ portal
    def portal(self, r: Request) -> Response:
        t, page = self.truth, r.path.rsplit("/", 1)[1]
        if (a := self.assets(r)):
            return a
        v, s, cookies = self.visit(r, "ASP.NET_SessionId")
        if page == "":
            return redirect("/General/Login.aspx", *cookies)
        if page == "VerifyCode.ashx":
            return Response(picture(t.new_captcha()), kind="image/gif", headers=cookies)
        if page == "Login.aspx":
            return self.login(r, v, s, cookies)
        if f"portal:{v}" not in t.sessions:
            return redirect("/General/Login.aspx", *cookies)
        if r.method == "POST":
            self.takes(r, **{f"ctl00$cphMain$ucChangePwd$txt{k}": m for k, m in (("Old", "old_password"), ("New", "new_password"), ("Again", "new_password_again"))})
            if not self.valid(s, page, r):
                return self.wrong_state()
            target = r.get("__EVENTTARGET")
            if target == "ctl00$ucTop$lnkLogout":
                t.sessions.discard(f"portal:{v}")
                t.counts["sign_out_portal"] += 1
                self.visits.pop(v)
                return redirect("/General/Login.aspx")
            if target.startswith("ctl00$ucMenu$rptMenu$ctl"):
                n = target.split("ctl")[2][:2] if target.count("ctl") > 1 else ""
                to = {"00": "/General/ChangePassword.aspx", "04": f"{self.urls['inner']}/WebApplication/Contact.aspx?SESSION={s['key']}"}
                return redirect(to.get(n, "/General/Empty.aspx"))
            if target == "ctl00$cphMain$ucChangePwd$lnkBack":
                return redirect("/General/Main.aspx")
        items = ["更改密碼", "個人簽章提醒設定", "薪資所得免稅額申報表", "查詢員工連絡資料", "維護個人連絡資料", "個人就醫紀錄查詢", "權限更改申請(總院)"]
        left = '<table id="ctl00_ucMenu_tbl" border="0" bgcolor="#E0ECFF"><tr><th>醫療系統</th></tr><tr><th>行政系統</th></tr><tr><th>個人管理</th></tr>' + "".join(
            f'<tr><td>．{self.link(f"ctl00$ucMenu$rptMenu$ctl{i:02d}$lnkItem", n)}</td></tr>' for i, n in enumerate(items)) + "</table>"
        top = f'<div align="right"><span id="ctl00_ucTop_lblUser">{t.person.name}　您好!</span>　{self.link("ctl00$ucTop$lnkLogout", "登出系統")}</div>'
        if page == "ChangePassword.aspx":
            return self.change(r, s, left, top)
        if page == "Main.aspx":
            return self.render(s, page, "功能選單", top + '<table border="1" id="ctl00_cphMain_ucBulletin_gv"><caption>全院公告 2</caption><tr><th>日期</th><th>標題</th></tr><tr><td>2006/10/21</td><td>請填報「薪資所得免稅額申報表」</td></tr><tr><td>2006/09/13</td><td>Portal 系統上線</td></tr></table>', left=left)
        return self.render(s, page, "功能", top + "您沒有使用此功能的權限。", left=left)

    def login(self, r: Request, v: str, s: dict, cookies: list) -> Response:
        t, u, said = self.truth, "ctl00$cphMain$ucLogin$", ""
        if r.method == "POST":
            self.takes(r, **{u + "ddlHospital": "campus", u + "txtUserID": "employee_id", u + "txtPass": "portal_password", u + "txtVerify": "captcha"})
            right, t.captcha = t.captcha, ""
            if not self.valid(s, "Login.aspx", r):
                t.counts["sign_in_refused"] += 1
                return self.wrong_state()
            if r.get("__EVENTTARGET") != u + "lnkLogin":
                return redirect("/General/Login.aspx")
            digest = hashlib.md5(t.portal_password.encode()).hexdigest()
            if not right or r.get(u + "txtVerify").strip().upper() != right:
                said = "驗證碼不正確！"
            elif r.get(u + "ddlHospital") not in ("T0", "T2", "Y0") or r.get(u + "txtUserID").strip() != t.person.employee_id or r.get(u + "txtPass") != digest:
                said = "帳號不存在或密碼不正確！"
            else:
                t.sessions.add(f"portal:{v}")
                t.counts["sign_in"] += 1
                s["key"] = secrets.token_hex(16)
                self.keys[s["key"]] = v
                return redirect(f"/General/Main.aspx?SESSION={s['key']}", *cookies)
            t.counts["sign_in_refused"] += 1
        body = f"""<table border="0" cellpadding="4" id="ctl00_cphMain_ucLogin_tbl"><tr><td colspan="2"><b>醫療資訊系統 PORTAL 登入</b></td></tr>
<tr><td align="right">院　區</td><td><select name="{u}ddlHospital" id="ctl00_cphMain_ucLogin_ddlHospital"><option selected="selected" value="T0">總院區</option><option value="T2">北護分院</option><option value="Y0">雲林分院</option></select></td></tr>
<tr><td align="right">帳　號</td><td>{self.box(u + "txtUserID", r.get(u + "txtUserID"), need="必須輸入帳號")}</td></tr>
<tr><td align="right">密　碼</td><td>{self.box(u + "txtPass", "", "password", 'maxlength="20"', "必須輸入密碼")}</td></tr>
<tr><td align="right"></td><td><img id="ctl00_cphMain_ucLogin_imgVerify" src="VerifyCode.ashx?t={secrets.randbelow(10**6)}" alt="" /></td></tr>
<tr><td align="right">驗證碼</td><td>{self.box(u + "txtVerify", "", "text", 'maxlength="6"', "必須輸入驗證碼")} (不用區分大小寫)</td></tr>
<tr><td></td><td>{self.link(u + "lnkLogin", "[ 登入 ]", "return CheckAndSetPassTextBox('ctl00_cphMain_ucLogin_txtPass');", True)}　{self.link(u + "lnkClear", "[ 清除 ]")}</td></tr></table>
<div id="ctl00_cphMain_ucLogin_vs" style="color:Red;display:none;"></div>{self.label("ctl00_cphMain_ucLogin_lblMsg", said)}"""
        return self.render(s, "Login.aspx", "PORTAL 登入", body, cookies=cookies)

    def change(self, r: Request, s: dict, left: str, top: str) -> Response:
        t, u, alert = self.truth, "ctl00$cphMain$ucChangePwd$", ""
        cmp = ""
        if r.method == "POST" and r.get("__EVENTTARGET") == u + "lnkSave":
            old, new, again = (r.get(u + "txt" + k) for k in ("Old", "New", "Again"))
            if old != t.portal_password:
                alert = "舊密碼輸入錯誤，密碼未變更！"
            elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                alert = "新密碼不符合設定條件！"
            elif new != again:
                cmp = "兩次新密碼不同"
            else:
                t.portal_password = new
                t.counts["password_changed"] += 1
                alert = "密碼變更成功！"
            if t.portal_password != new or cmp or alert != "密碼變更成功！":
                t.counts["password_refused"] += 1
        body = f"""{top}<fieldset><legend>更改密碼</legend><table>
<tr><td>請輸入舊密碼：</td><td>{self.box(u + "txtOld", "", "password", need="請輸入")}</td></tr><tr><td>請輸入新密碼：</td><td>{self.box(u + "txtNew", "", "password", need="請輸入")}</td></tr>
<tr><td>請再輸入新密碼：</td><td>{self.box(u + "txtAgain", "", "password")}<span id="ctl00_cphMain_ucChangePwd_cv" style="color:Red;{'' if cmp else 'display:none;'}">兩次新密碼不同</span></td></tr>
<tr><td>密碼強度檢核：</td><td><span id="ctl00_cphMain_ucChangePwd_lblStrong"></span></td></tr></table>密碼設定條件：<br />1.密碼長度不可少於8個字元<br />2.密碼內容需包含英文及數字<br />
{self.link(u + "lnkSave", "確定變更", "", True)}　{self.link(u + "lnkBack", "回功能選單")}</fieldset>"""
        return self.render(s, "ChangePassword.aspx", "更改密碼", body, left=left, alert=alert)

    # ------------------------------------------------ inner
    def inner(self, r: Request) -> Response:
        t = self.truth
        if (a := self.assets(r)):
            return a
        key = r.query.get("SESSION", "")
        v = self.keys.get(key, "")
        if r.path != "/WebApplication/Contact.aspx" or f"portal:{v}" not in t.sessions:
            return Response("<script>alert('連線逾時，請重新登入');location.href='" + self.urls["portal"] + "/';</script>")
        s, u = self.visits[v], "NTUHWeb1$ucContact$"
        rows = [("txtESur", "english_surname", "英文姓：", "ex:Chen(陳)"), ("txtEGiv", "english_given", "英文首名：", "ex: Yi-Fen(怡芬)"), ("txtEMid", "english_middle", "英文中名：", "ex:Mary 為英文別名，如無，可不填"),
                ("txtOff", "office_phone", "辦公室電話：", "ex:61234或23123456"), ("txtHome", "home_phone", "住宅電話：", "ex:0223123456"), ("txtMob", "mobile_phone", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")]
        now = {n: t.saved_contact.get(k, getattr(t.person, k)) for n, k, _, _ in rows}
        said, bad = "", ""
        if r.method == "POST":
            self.takes(r, **{u + "txtMob": "mobile_phone"})
            if not self.valid(s, "Contact.aspx", r):
                return self.wrong_state()
            if r.get("__EVENTTARGET") == u + "lnkHome":
                return redirect(self.urls["portal"] + "/General/Main.aspx")
            now = {n: r.get(u + n).strip() for n in now}
            if r.get("__EVENTTARGET") == u + "lnkSave":
                if re.fullmatch(r"09\d{8}", now["txtMob"]):
                    t.saved_contact.update({k: now[n] for n, k, _, _ in rows})
                    t.counts["contact_saved"] += 1
                    said = "資料已異動 " + time.strftime("%Y/%m/%d %H:%M:%S")
                else:
                    bad = "1"
        body = f"""<b>台大醫院---維護個人連絡資料</b>　{self.link(u + "lnkSave", "異動儲存", "", True)}　{self.link(u + "lnkHome", "回功能選單")}<br />{self.label("NTUHWeb1_ucContact_lblMsg", said)}
<table border="1"><tr><td>員工編號：</td><td>{self.box(u + "txtEmp", t.person.employee_id, more='readonly="readonly" style="background-color:#DDDDDD"')}</td><td>姓名：</td><td>{self.box(u + "txtName", t.person.name, more='disabled="disabled"')}</td></tr>
{"".join(f'<tr><td>{lab}</td><td colspan="3">{self.box(u + n, now[n])} {hint}' + (f'<span id="NTUHWeb1_ucContact_rev" style="color:Red;{"" if bad else "display:none;"}">行動電話格式不符</span>' if n == "txtMob" else "") + '</td></tr>' for n, _, lab, hint in rows)}</table>"""
        return self.render(s, "Contact.aspx", "維護個人連絡資料", body, action=f"Contact.aspx?SESSION={key}")

    # ------------------------------------------------ account
    def account(self, r: Request) -> Response:
        t, page = self.truth, r.path.rsplit("/", 1)[1] or "Default.aspx"
        if (a := self.assets(r)):
            return a
        v, s, cookies = self.visit(r, "HELP_SessionId")
        target = r.get("__EVENTTARGET")
        c = "ctl00$cph$"
        if r.method == "POST":
            self.takes(r, **{c + "ucVerify$txtAccount": "employee_id", c + "ucVerify$txtPhone": "registered_phone", c + "ucVerify$txtOtp": "code", c + "ucAlias$txtAlias": "alias",
                             c + "ucAlias$txtPwd": "cloud_password", c + "ucAlias$txtPwd2": "cloud_password_again", c + "ucReset$txtPwd": "cloud_password", c + "ucReset$txtPwd2": "cloud_password_again"})
            if not self.valid(s, page, r):
                return self.wrong_state()
        if page == "Default.aspx":
            if target in (c + "lnkEnable", c + "lnkReset"):
                s["way"] = "Alias" if target.endswith("Enable") else "Reset"
                return redirect("/Verify.aspx", *cookies)
            return self.render(s, page, "帳號服務", f"""<h3>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</h3><b>《規範》</b><ul><li>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</li><li>請勿冒用院內同仁申請網路帳號。</li></ul>
<b>《常見問題與服務》</b><ul><li>密碼修改後多久可以生效：即時生效。</li><li>忘記密碼：請親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</li></ul>
{self.link(c + "lnkEnable", "啟用網路帳號及首次雲端帳號密碼設定")}<br />啟用本院微軟相關服務，如：Outlook...<br /><br />{self.link(c + "lnkReset", "重置雲端服務密碼")}<br />重設非Portal帳號的密碼<br /><br />{self.link(c + "lnkVpn", "總院廠商VPN展延申請")}""", action="Default.aspx", cookies=cookies)
        if page == "Verify.aspx" and "way" in s:
            return self.verify(r, v, s, target, c + "ucVerify$")
        if f"account:{v}" not in t.sessions:
            return redirect("/Default.aspx", *cookies)
        if target == c + "lnkOut":
            t.sessions.discard(f"account:{v}")
            t.counts["sign_out_account"] += 1
            self.visits.pop(v)
            return redirect("/Default.aspx")
        out = f'<p>{self.link(c + "lnkOut", "登出")}</p>'
        if page == "Reset.aspx" and t.alias:
            u, said = c + "ucReset$", ""
            if target == u + "lnkOk":
                said = self.weak(r.get(u + "txtPwd"), r.get(u + "txtPwd2"))
                if not said:
                    t.cloud_password = r.get(u + "txtPwd")
                    said = "雲端服務密碼重置成功。"
            return self.render(s, page, "重置雲端服務密碼", f"""<h3>重置雲端服務密碼</h3>新密碼：{self.box(u + "txtPwd", "", "password")}<br />確認新密碼：{self.box(u + "txtPwd2", "", "password")}<br />{self.link(u + "lnkOk", "確定", "", True)}<br />{self.label("ctl00_cph_ucReset_lblMsg", said)}{out}""")
        if page == "Reset.aspx":
            return self.render(s, page, "重置雲端服務密碼", "尚未啟用網路帳號，請先啟用。" + out)
        return self.alias(r, s, target, c + "ucAlias$", out)

    @staticmethod
    def weak(a: str, b: str) -> str:
        if len(a) < 8 or not re.search("[A-Za-z]", a) or not re.search("[0-9]", a):
            return "密碼須8碼以上並含英文及數字。"
        return "" if a == b else "兩次密碼不同。"

    def verify(self, r: Request, v: str, s: dict, target: str, u: str) -> Response:
        t, said, panel, alert = self.truth, "", False, ""
        acc = r.get(u + "txtAccount").strip()
        if target == u + "lnkSend":
            panel = acc == t.person.employee_id
            said = "" if panel else "查無此員工編號。"
        elif target == u + "lnkSure":
            if acc != t.person.employee_id or r.get(u + "txtPhone").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                said, panel = "手機門號與登記不符，未發送簡訊。", True
            else:
                s["otp"], s["at"], s["acc"] = t.new_message(), time.time(), acc
                alert = "動態碼簡訊發送成功\\n成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"
        elif target == u + "lnkNext":
            ok = bool(s.get("otp")) and s.get("acc") == acc and r.get(u + "txtOtp").strip() == s["otp"]
            if ok and time.time() - s["at"] <= 120:
                s.pop("otp")
                t.sessions.add(f"account:{v}")
                t.counts["code_accepted"] += 1
                return redirect(f"/{s['way']}.aspx")
            t.counts["code_refused"] += 1
            said = "動態碼已超過2分鐘，請重新發送。" if ok else "動態碼不正確。"
        title = "啟用網路帳號及首次雲端帳號密碼設定" if s["way"] == "Alias" else "重置雲端服務密碼"
        pnl = f"""<div id="ctl00_cph_ucVerify_pnlPhone" style="border:2px solid #336699;width:400px;">請輸入帳號登記的手機門號(10碼)<br />{self.box(u + "txtPhone", "", "text", 'maxlength="10"')}<br />{self.link(u + "lnkSure", "確定發送")}　{self.link(u + "lnkCancel", "取消")}</div>""" if panel else ""
        return self.render(s, "Verify.aspx", title, f"""<b>注意事項</b><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li></ul><h3>{title}</h3>
<table border="1"><tr><td>網路帳號 / 主職員工編號</td><td>{self.box(u + "txtAccount", acc, "text", 'maxlength="6"', "必填")}</td><td>{self.link(u + "lnkSend", "發送簡訊動態碼")}</td></tr>
<tr><td>簡訊(或MOTP)動態碼</td><td>{self.box(u + "txtOtp", "", "text", 'maxlength="6"')}</td><td></td></tr><tr><td></td><td></td><td>{self.link(u + "lnkNext", "下一步", "", True)}</td></tr></table>{pnl}{self.label("ctl00_cph_ucVerify_lblMsg", said)}""", alert=alert)

    def alias(self, r: Request, s: dict, target: str, u: str, out: str) -> Response:
        t, said, q = self.truth, "", self.truth.person
        name = r.get(u + "txtAlias").strip()
        if target == u + "lnkCancel":
            return redirect("/Default.aspx")
        if target == u + "lnkEnable":
            if t.alias:
                said = "雲端服務帳號已存在，不可再次啟用。"
            elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", name):
                said = "雲端服務帳號格式錯誤。"
            elif name.lower() == "taken.name":
                said = "雲端服務帳號已被他人使用。"
            elif not (said := self.weak(r.get(u + "txtPwd"), r.get(u + "txtPwd2"))):
                t.alias, t.cloud_password = name, r.get(u + "txtPwd")
                t.counts["activated"] += 1
                return self.render(s, "Alias.aspx", "完成", f'<h3>{self.label("ctl00_cph_lblDone", "啟用作業完成")}</h3>您的信箱 {escape(name)}@ntuh.gov.tw 將於隔日生效。{out}')
        rows = "".join(f'<tr><td>{a}</td><td><span id="ctl00_cph_ucAlias_lbl{i}">{b}</span></td></tr>' for i, (a, b) in enumerate((("網路帳號 / 主職員工編號", q.employee_id), ("帳號姓名", q.name), ("主職單位", q.unit), ("有效期限", q.valid_until))))
        if t.alias:
            rows += f'<tr><td>雲端服務帳號 (電子郵件名稱)</td><td>{escape(t.alias)}@ntuh.gov.tw</td></tr><tr><td>狀態</td><td>已啟用，毋須重複申請</td></tr>'
        else:
            rows += f"""<tr><td>雲端服務帳號<br />(電子郵件名稱)</td><td>{self.box(u + "txtAlias", name, "text", 'maxlength="64"', "必填")}@ntuh.gov.tw 名稱長度限64字元內</td></tr><tr><td>密碼</td><td>{self.box(u + "txtPwd", "", "password")}</td></tr><tr><td>確認密碼</td><td>{self.box(u + "txtPwd2", "", "password")}</td></tr>
<tr><td>{self.link(u + "lnkCancel", "取消啟用")}</td><td>{self.link(u + "lnkEnable", "啟用雲端服務", "", True)} 服務於設定完成隔日生效</td></tr>"""
        return self.render(s, "Alias.aspx", "設定密碼與郵件別名", f'<h3>設定密碼與郵件別名</h3><table border="1">{rows}</table>{self.label("ctl00_cph_ucAlias_lblMsg", said)}{out}')

    # ------------------------------------------------ mail
    def mail(self, r: Request) -> Response:
        t, page, said = self.truth, r.path.rsplit("/", 1)[1], ""
        if (a := self.assets(r)):
            return a
        v, s, cookies = self.visit(r, "MAIL_SessionId")
        u = "ctl00$ucMail$"
        if page == "Code.ashx":
            return Response(picture(t.new_captcha("abcdefghkmnprstuvwxyz23456789", 5)), kind="image/gif")
        if page not in ("Logon.aspx", "Inbox.aspx"):
            return redirect("/Logon.aspx", *cookies)
        signed = f"mail:{v}" in t.sessions
        if r.method == "POST":
            self.takes(r, **{u + "txtA": "mail_account", u + "txtP": "mail_password", u + "txtC": "captcha"})
            if not self.valid(s, page, r):
                return self.wrong_state()
            if signed and r.get("__EVENTTARGET") == u + "lnkOut":
                t.sessions.discard(f"mail:{v}")
                t.counts["sign_out_mail"] += 1
                return redirect("/Logon.aspx")
            if page == "Logon.aspx":
                right, t.captcha = t.captcha, ""
                if not right or r.get(u + "txtC").strip() != right:
                    said = "驗證碼錯誤，請重新輸入。"
                elif not t.alias or r.get(u + "txtA").strip().split("@")[0] != t.alias or r.get(u + "txtP") != t.cloud_password:
                    said = "帳號或密碼錯誤。"
                else:
                    t.sessions.add(f"mail:{v}")
                    t.counts["mail_sign_in"] += 1
                    return redirect("/Inbox.aspx", *cookies)
        if signed:
            return self.render(s, "Inbox.aspx", "收件匣", f'{escape(t.alias)}@ntuh.gov.tw {self.link(u + "lnkOut", "登出")}<table border="1"><caption>收件匣</caption><tr><td>資訊室</td><td>歡迎</td></tr></table>')
        if page == "Inbox.aspx":
            return redirect("/Logon.aspx", *cookies)
        return self.render(s, page, "電子信箱", f"""<table><tr><td>帳號:</td><td>{self.box(u + "txtA")}</td></tr><tr><td>密碼:</td><td>{self.box(u + "txtP", "", "password")}</td></tr><tr><td></td><td><img src="Code.ashx?{secrets.randbelow(9999)}" alt="" /></td></tr>
<tr><td>驗證碼(小寫字母或數字):</td><td>{self.box(u + "txtC")}</td></tr><tr><td></td><td><input id="ctl00_ucMail_chk" type="checkbox" name="{u}chk" /><label for="ctl00_ucMail_chk">記住登入資訊 (公用電腦請勿勾選)</label></td></tr></table>
<input type="submit" name="{u}btnLogon" value="登入" id="ctl00_ucMail_btnLogon" /><br />{self.label("ctl00_ucMail_lblMsg", said)}<p>公佈欄<br />※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}/">帳號服務</a></p>""", cookies=cookies)

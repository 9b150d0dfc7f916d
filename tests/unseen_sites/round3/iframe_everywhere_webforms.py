"""喜歡 iframe 的 WebForms 小組：每一塊都是另一個 .aspx，密碼送出前先摘要。"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

MD5_JS = """function hex_md5(str){
 var s=unescape(encodeURIComponent(str)),n=s.length,w=[],i,j,t,r,f,g;
 for(i=0;i<n;i++)w[i>>2]|=s.charCodeAt(i)<<((i%4)*8);
 w[n>>2]|=0x80<<((n%4)*8);
 var len=(((n+8)>>6)+1)*16;for(i=0;i<len;i++)w[i]=w[i]|0;w[len-2]=n*8;
 var R=[[7,12,17,22],[5,9,14,20],[4,11,16,23],[6,10,15,21]],a=1732584193,b=-271733879,c=-1732584194,d=271733878;
 for(i=0;i<len;i+=16){var A=a,B=b,C=c,D=d;
  for(j=0;j<64;j++){
   if(j<16){f=(B&C)|(~B&D);g=j}else if(j<32){f=(D&B)|(~D&C);g=(5*j+1)%16}else if(j<48){f=B^C^D;g=(3*j+5)%16}else{f=C^(B|~D);g=(7*j)%16}
   t=(A+f+Math.floor(Math.abs(Math.sin(j+1))*4294967296)+w[i+g])|0;r=R[j>>4][j%4];
   A=D;D=C;C=B;B=(B+((t<<r)|(t>>>(32-r))))|0}
  a=(a+A)|0;b=(b+B)|0;c=(c+C)|0;d=(d+D)|0}
 var o='',v=[a,b,c,d];for(i=0;i<4;i++)for(j=0;j<4;j++){t=(v[i]>>>(j*8))&255;o+=(t<16?'0':'')+t.toString(16)}
 return o}
function CheckAndSetPassTextBox(id){var x=document.getElementById(id);if(x.value!='')x.value=hex_md5(x.value);return true}
"""

POSTBACK = """<script type="text/javascript">
//<![CDATA[
var theForm = document.forms['form1'];
function __doPostBack(eventTarget, eventArgument) {
    theForm.__EVENTTARGET.value = eventTarget; theForm.__EVENTARGUMENT.value = eventArgument; theForm.submit();
}
//]]>
</script>"""


def shell(title: str, inner: str, extra: str = "") -> str:
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head id="Head1"><title>{title}</title><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /></head>
<body>{inner}
{extra}</body></html>"""


def popup(words: str) -> str:
    return f"<script type=\"text/javascript\">alert('{words}');</script>"


class TheSite(Site):
    title = "WebForms 到處 iframe"

    def __init__(self) -> None:
        super().__init__()
        self.states: dict[str, str] = {}
        self.users: dict[str, str] = {}
        self.sms: dict[str, dict] = {}
        self.otp = ("", 0.0, 0)
        self.proofs: dict[str, str] = {}
        self.boxes: set[str] = set()

    def form(self, page: str, action: str, body: str) -> str:
        vs = base64.b64encode(b"\xff\x01" + secrets.token_bytes(60)).decode()
        self.states[vs] = page
        return f"""<form name="form1" method="post" action="{action}" id="form1">
<div><input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" /><input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{vs}" /></div>
{POSTBACK}
<div><input type="hidden" name="__VIEWSTATEGENERATOR" id="__VIEWSTATEGENERATOR" value="{hashlib.md5(page.encode()).hexdigest()[:8].upper()}" /><input type="hidden" name="__EVENTVALIDATION" value="{hashlib.sha1(vs.encode()).hexdigest()}" /></div>
{body}</form>"""

    def posted(self, request: Request, page: str) -> bool:
        vs = request.get("__VIEWSTATE")
        good = self.states.get(vs) == page and request.get("__EVENTVALIDATION") == hashlib.sha1(vs.encode()).hexdigest()
        self.states.pop(vs, None)
        return good

    @staticmethod
    def broken() -> Response:
        return Response("<html><head><title>Runtime Error</title></head><body><h1>應用程式中發生伺服器錯誤。</h1><h2>檢視狀態 MAC 的驗證失敗。</h2></body></html>", 500)

    # ------------------------------------------------------------ portal
    def portal(self, request: Request) -> Response:
        t, p = self.truth, request.path
        sid = request.query.get("SESSION", "")
        if p == "/":
            return redirect("/General/Default.aspx")
        if p == "/Scripts/pass.js":
            return Response(MD5_JS, kind="application/x-javascript")
        if p == "/General/Default.aspx":
            return Response(shell("醫療資訊系統", """<table width="980" align="center"><tr><td width="320" valign="top"><iframe name="frmLogin" src="Login.aspx" width="310" height="330" frameborder="0" scrolling="no"></iframe></td>
<td valign="top"><iframe name="frmNews" src="LoginNews.aspx" width="640" height="330" frameborder="0"></iframe></td></tr></table>"""))
        if p == "/General/LoginNews.aspx":
            return Response(shell("News", '<h4>最新消息</h4><div>總院Portal資訊系統登入首頁已改成新的版本</div><form action="http://www.example.org/find"><input type="text" name="q" /><input type="submit" value="全文檢索" /></form>'))
        if p == "/General/VerifyImage.ashx":
            return Response(picture(t.new_captcha(), "GIF"), kind="image/gif")
        if p == "/General/Login.aspx":
            return self._login(request)
        if sid not in self.users:
            return Response(shell("逾時", popup("連線已中斷，請重新登入") + "<script type=\"text/javascript\">top.location.href='/General/Default.aspx';</script>"))
        if p == "/General/Desktop.aspx":
            if request.method == "POST":
                self.takes(request)
                if not self.posted(request, "desktop"):
                    return self.broken()
                if request.get("__EVENTTARGET") == "ctl00$lbtnLogout":
                    self.users.pop(sid)
                    t.sessions.discard(f"portal:{sid}")
                    t.counts["sign_out_portal"] += 1
                    return redirect("/General/Default.aspx")
            links = (("Pwd/ModifyPwd.aspx", "更改密碼"), ("Todo.aspx", "個人簽章提醒設定"), ("Todo.aspx", "員工待遇福利查詢"), ("Todo.aspx", "查詢員工連絡資料"), ("Open.aspx", "維護個人連絡資料"), ("Todo.aspx", "個人就醫紀錄查詢"))
            menu = "".join(f'<tr><td class="m"><a id="ctl00_rp_ctl{i:02d}_hl" href="{u}?SESSION={sid}" target="ifrMain">{n}</a></td></tr>' for i, (u, n) in enumerate(links))
            return Response(shell("Desktop", self.form("desktop", f"Desktop.aspx?SESSION={sid}", f"""<div id="top"><span id="ctl00_lblUser">{t.person.name}</span> 您好! <a id="ctl00_lbtnLogout" href="javascript:__doPostBack('ctl00$lbtnLogout','')">登出系統</a></div>""") + f"""
<table width="100%"><tr><td width="180" valign="top"><table><tr><th>個人管理</th></tr>{menu}</table></td><td><iframe name="ifrMain" id="ifrMain" src="Welcome.aspx?SESSION={sid}" width="100%" height="600" frameborder="0"></iframe></td></tr></table>"""))
        if p == "/General/Welcome.aspx":
            return Response(shell("Welcome", "<div>總院差勤待簽 0 未核准 0 被駁回 0 / 總院Workflow待簽 0</div>"))
        if p == "/General/Open.aspx":
            return redirect(f"{self.urls['inner']}/WebApplication/HR/ContactFrame.aspx?SESSION={sid}")
        if p == "/General/Pwd/ModifyPwd.aspx":
            words = ""
            if request.method == "POST":
                self.takes(request, **{"ctl00$cph$txtOld": "old_password", "ctl00$cph$txtNew": "new_password", "ctl00$cph$txtNew2": "new_password_again"})
                if not self.posted(request, "pwd"):
                    return self.broken()
                new = request.get("ctl00$cph$txtNew")
                if request.get("ctl00$cph$txtOld") != t.portal_password:
                    words = "舊密碼錯誤!"
                elif new != request.get("ctl00$cph$txtNew2"):
                    words = "新密碼與再次輸入之密碼不同!"
                elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                    words = "新密碼不符合密碼設定條件!"
                else:
                    t.portal_password = new
                    t.counts["password_changed"] += 1
                    words = "密碼修改完成"
                if words != "密碼修改完成":
                    t.counts["password_refused"] += 1
            color = "Blue" if words == "密碼修改完成" else "Red"
            return Response(shell("更改密碼", self.form("pwd", f"ModifyPwd.aspx?SESSION={sid}", f"""<div id="upd"><table><tr><td>請輸入舊密碼：</td><td><input name="ctl00$cph$txtOld" type="password" id="ctl00_cph_txtOld" /><span id="ctl00_cph_rfv1" style="color:Red;display:none;">必填</span></td></tr>
<tr><td>請輸入新密碼：</td><td><input name="ctl00$cph$txtNew" type="password" id="ctl00_cph_txtNew" /><span id="ctl00_cph_rfv2" style="color:Red;display:none;">密碼長度不可少於8個字元</span></td></tr>
<tr><td>請再輸入新密碼：</td><td><input name="ctl00$cph$txtNew2" type="password" id="ctl00_cph_txtNew2" /><span id="ctl00_cph_cv" style="color:Red;display:none;">兩次密碼不同</span></td></tr></table>
<input type="submit" name="ctl00$cph$btnOK" value="確定" id="ctl00_cph_btnOK" /> <span id="ctl00_cph_lblMsg" style="color:{color};">{words}</span></div>
<a href="/General/Desktop.aspx?SESSION={sid}" target="_top">回功能選單</a>""")))
        if p == "/General/Todo.aspx":
            return Response(shell("Todo", "系統整理中"))
        return Response("找不到資源。", 404)

    def _login(self, request: Request) -> Response:
        t, words = self.truth, ""
        if request.method == "POST":
            self.takes(request, ddlHosp="campus", txtUser="employee_id", txtPwd="portal_password", txtCode="captcha")
            want, t.captcha = t.captcha, ""
            if not self.posted(request, "login"):
                return self.broken()
            digest = hashlib.md5(t.portal_password.encode()).hexdigest()
            if not want or request.get("txtCode").upper() != want:
                words = "驗證碼不正確"
            elif request.get("ddlHosp") != "T0":
                words = "此院區無您的帳號"
            elif request.get("txtUser") != t.person.employee_id or request.get("txtPwd") != digest:
                words = "帳號密碼驗證不通過"
            else:
                sid = secrets.token_hex(16)
                self.users[sid] = request.get("txtUser")
                t.sessions.add(f"portal:{sid}")
                t.counts["sign_in"] += 1
                return Response(shell("登入", f"<script type=\"text/javascript\">top.location.href='/General/Desktop.aspx?SESSION={sid}';</script>"), headers=[("Set-Cookie", f"ASP.NET_SessionId={secrets.token_hex(12)}; path=/; HttpOnly")])
            t.counts["sign_in_refused"] += 1
        opts = '<option selected="selected" value="T0">總院區</option><option value="T2">北護分院</option><option value="T4">新竹分院</option><option value="Y0">雲林分院</option>'
        return Response(shell("Login", '<script type="text/javascript" src="/Scripts/pass.js"></script>' + self.form("login", "Login.aspx", f"""<table border="0" cellspacing="2">
<tr><td><label for="ddlHosp">院區</label></td><td><select name="ddlHosp" id="ddlHosp">{opts}</select></td></tr>
<tr><td>帳號</td><td><input name="txtUser" type="text" maxlength="6" id="txtUser" /></td></tr>
<tr><td>密碼</td><td><input name="txtPwd" type="password" maxlength="20" id="txtPwd" /></td></tr>
<tr><td>驗證碼</td><td><img id="imgCode" src="VerifyImage.ashx?id={secrets.token_hex(4)}" alt="" /> <input type="text" name="txtCode" id="txtCode" size="7" /><br /><span style="font-size:9pt">(不用區分大小寫)</span></td></tr>
<tr><td></td><td><input type="submit" name="btnLogin" value="登入系統" onclick="return CheckAndSetPassTextBox('txtPwd');" id="btnLogin" /></td></tr></table>"""), popup(words) if words else ""))

    # ------------------------------------------------------------ inner
    def inner(self, request: Request) -> Response:
        t, p = self.truth, request.path
        sid = request.query.get("SESSION", "")
        if sid not in self.users:
            return Response(shell("逾時", "連線逾時，請重新登入Portal"))
        if p == "/WebApplication/HR/ContactFrame.aspx":
            return Response(shell("維護個人連絡資料", f'<div class="title">人事系統 &gt; 個人資料</div><iframe src="Contact.aspx?SESSION={sid}" name="ifrContact" width="100%" height="500" frameborder="0"></iframe>'))
        if p != "/WebApplication/HR/Contact.aspx":
            return Response("找不到資源。", 404)
        spec = (("txtEngSurname", "english_surname", "英文姓：", "ex:Chen(陳)"), ("txtEngName", "english_given", "英文首名：", "ex: Yi-Fen(怡芬) (說明)"), ("txtEngMid", "english_middle", "英文中名：", "ex:Mary 為英文別名，如無，可不填"), ("txtOffTel", "office_phone", "辦公室電話：", "ex:61234或23123456"), ("txtHomeTel", "home_phone", "住宅電話：", "ex:0223123456"), ("txtMobile", "mobile_phone", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))
        words = ""
        if request.method == "POST":
            self.takes(request, **{"NTUHWeb1$txtMobile": "mobile_phone"})
            if not self.posted(request, "contact"):
                return self.broken()
            got = {key: request.get("NTUHWeb1$" + n).strip() for n, key, _, _ in spec}
            if not request.has("NTUHWeb1$ibtnSave.x"):
                words = "請按異動儲存"
            elif not re.fullmatch(r"09\d{8}", got["mobile_phone"]):
                words = "行動電話輸入錯誤"
            else:
                t.saved_contact = got
                t.counts["contact_saved"] += 1
                words = "異動儲存成功!"
        rows = "".join(f'<tr><td align="right" bgcolor="#eeeeff">{lab}</td><td><input name="NTUHWeb1${n}" type="text" value="{escape(t.saved_contact.get(key, getattr(t.person, key)))}" id="NTUHWeb1_{n}" /> {hint}</td></tr>' for n, key, lab, hint in spec)
        return Response(shell("Contact", self.form("contact", f"Contact.aspx?SESSION={sid}", f"""<div>台大醫院---維護個人連絡資料 <input type="image" name="NTUHWeb1$ibtnSave" id="NTUHWeb1_ibtnSave" src="../Images/save.gif" alt="異動儲存" title="異動儲存" /></div>
<table><tr><td align="right">員工編號：</td><td><span id="NTUHWeb1_lblEmp">{t.person.employee_id}</span> 姓名：<span id="NTUHWeb1_lblName">{t.person.name}</span></td></tr>{rows}</table>"""), popup(words) if words else ""))

    # ------------------------------------------------------------ account
    def account(self, request: Request) -> Response:
        t, who, p = self.truth, self.truth.person, request.path
        if p in ("/", "/Default.aspx"):
            return Response(shell("網路帳號", """<table width="900" align="center"><tr><td><div>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</div><b>《規範》</b><br /><iframe src="Rules.aspx" width="880" height="120"></iframe><br /><b>《常見問題與服務》</b><br /><iframe src="Faq.aspx" width="880" height="120"></iframe></td></tr>
<tr><td align="center"><a href="Verify.aspx?m=A" class="btn">啟用網路帳號及首次雲端帳號密碼設定</a><br />啟用本院微軟相關服務，如：Office365, Outlook...<br /><a href="Verify.aspx?m=R" class="btn">重置雲端服務密碼</a><br />重設非Portal帳號的密碼<br /><a href="Vpn.aspx" class="btn">總院廠商VPN展延申請</a></td></tr></table>"""))
        if p == "/Rules.aspx":
            return Response(shell("規範", "<p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置</li><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li></ul>"))
        if p == "/Faq.aspx":
            return Response(shell("FAQ", "<p><b>忘記密碼</b> 關於忘記密碼問題，請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p>"))
        if p == "/Vpn.aspx":
            return Response(shell("VPN", "總院廠商VPN到期，重新啟用申請。限廠商。"))
        mode = "R" if request.query.get("m") == "R" else "A"
        if p == "/Verify.aspx":
            return self._verify(request, mode)
        if p == "/SendSms.aspx":
            ticket = self.sms.get(request.query.get("t", ""))
            if ticket is None:
                return Response(shell("SMS", "視窗已逾時"))
            words = ""
            if request.method == "POST":
                self.takes(request, txtMobileNo="registered_phone")
                if not self.posted(request, "sms"):
                    return self.broken()
                if request.get("txtMobileNo").strip() != t.saved_contact.get("mobile_phone", who.mobile_phone):
                    words = "門號與登記不符，請重新輸入"
                else:
                    self.sms.pop(request.query["t"])
                    self.otp = (t.new_message(), time.time(), 0)
                    return Response(shell("SMS", f'<div class="ok"><h4>動態碼簡訊發送成功</h4>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」<br /><a href="Verify.aspx?m={ticket["mode"]}&amp;e={ticket["emp"]}" target="_parent">確定</a></div>'))
            return Response(shell("SMS", self.form("sms", f"SendSms.aspx?t={request.query['t']}", f"""<span>請輸入帳號登記的手機門號(10碼)</span><br /><input name="txtMobileNo" type="text" maxlength="10" id="txtMobileNo" /><br /><span id="lblErr" style="color:Red;">{words}</span><br />
<input type="submit" name="btnSend" value="確定發送" id="btnSend" /> <input type="button" value="取消" onclick="parent.document.getElementById('dlg').style.display='none';" />""")))
        key = request.cookies.get("HelpAuth", "")
        if key not in self.proofs:
            return Response(shell("請先驗證", popup("請先進行身分驗證") + "<script type=\"text/javascript\">top.location.href='/Default.aspx';</script>"))
        if p == "/Logout.aspx":
            self.proofs.pop(key)
            t.sessions.discard(f"account:{key}")
            t.counts["sign_out_account"] += 1
            return redirect("/Default.aspx", ("Set-Cookie", "HelpAuth=; path=/; expires=Thu, 01-Jan-1970 00:00:00 GMT"))
        if p == "/CloudAccount.aspx":
            src = "ResetForm.aspx" if self.proofs[key] == "R" else "CloudForm.aspx"
            return Response(shell("設定密碼與郵件別名", f'<div>網路帳號服務 <a href="Logout.aspx" target="_top">登出</a></div><iframe src="{src}" name="ifrForm" width="900" height="560" frameborder="0"></iframe>'))
        if p == "/CloudForm.aspx":
            return self._cloud(request)
        if p == "/ResetForm.aspx":
            words = ""
            if request.method == "POST":
                self.takes(request, txtP1="cloud_password", txtP2="cloud_password_again")
                if not self.posted(request, "reset"):
                    return self.broken()
                new = request.get("txtP1")
                if not t.alias:
                    words = "請先啟用網路帳號"
                elif new != request.get("txtP2") or len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                    words = "密碼不符規則"
                else:
                    t.cloud_password = new
                    words = "重置成功"
            return Response(shell("重置", self.form("reset", "ResetForm.aspx", f'新密碼：<input name="txtP1" type="password" /><br />再輸入新密碼：<input name="txtP2" type="password" /><br /><input type="submit" name="btnReset" value="確定" /> <span id="lblR">{words}</span>')))
        return Response("找不到資源。", 404)

    def _verify(self, request: Request, mode: str) -> Response:
        t, who = self.truth, self.truth.person
        emp, words, dialog = request.query.get("e", ""), "", ""
        if request.method == "POST":
            self.takes(request, **{"ctl00$main$txtAccount": "employee_id", "ctl00$main$txtOTP": "code"})
            if not self.posted(request, "verify" + mode):
                return self.broken()
            emp = request.get("ctl00$main$txtAccount").strip()
            if emp != who.employee_id:
                words = "帳號不存在"
            elif request.has("ctl00$main$btnSMS"):
                ticket = secrets.token_hex(8)
                self.sms[ticket] = {"emp": emp, "mode": mode}
                dialog = f'<div id="dlg" style="position:absolute;left:300px;top:150px;border:2px solid #666;background:#fff"><iframe src="SendSms.aspx?t={ticket}" width="340" height="200" frameborder="0"></iframe></div>'
            elif request.has("ctl00$main$btnNext"):
                code, when, miss = self.otp
                if not code or request.get("ctl00$main$txtOTP").strip() != code:
                    words = "動態碼輸入錯誤"
                    self.otp = (code if miss < 4 else "", when, miss + 1)
                elif time.time() - when > 120:
                    words = "動態碼超過有效時間"
                else:
                    self.otp = ("", 0.0, 0)
                    key = secrets.token_hex(10)
                    self.proofs[key] = mode
                    t.sessions.add(f"account:{key}")
                    t.counts["code_accepted"] += 1
                    return redirect("/CloudAccount.aspx", ("Set-Cookie", f"HelpAuth={key}; path=/; HttpOnly"))
                t.counts["code_refused"] += 1
        head = "重置雲端服務密碼" if mode == "R" else "啟用網路帳號及首次雲端帳號密碼設定"
        return Response(shell(head, self.form("verify" + mode, f"Verify.aspx?m={mode}", f"""<div><b>注意事項</b><ul><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div>
<table border="1"><tr><td colspan="3">{head}</td></tr><tr><td>網路帳號 / 主職員工編號</td><td><input name="ctl00$main$txtAccount" type="text" value="{escape(emp)}" maxlength="6" id="ctl00_main_txtAccount" /></td><td><input type="submit" name="ctl00$main$btnSMS" value="發送簡訊動態碼" id="ctl00_main_btnSMS" /></td></tr>
<tr><td>簡訊(或MOTP)動態碼</td><td><input name="ctl00$main$txtOTP" type="text" id="ctl00_main_txtOTP" /></td><td></td></tr><tr><td></td><td></td><td><input type="submit" name="ctl00$main$btnNext" value="下一步" id="ctl00_main_btnNext" /></td></tr></table>"""), dialog + (popup(words) if words else "")))

    def _cloud(self, request: Request) -> Response:
        t, who, words = self.truth, self.truth.person, ""
        if request.method == "POST":
            self.takes(request, txtMailName="alias", txtPwd1="cloud_password", txtPwd2="cloud_password_again")
            if not self.posted(request, "cloud"):
                return self.broken()
            name, pw = request.get("txtMailName").strip(), request.get("txtPwd1")
            if t.alias:
                words = "本帳號已經啟用，請勿再次設定"
            elif not re.fullmatch(r"[A-Za-z0-9._-]{3,64}", name):
                words = "雲端服務帳號格式錯誤"
            elif name.lower() in ("taken.name", "info"):
                words = "雲端服務帳號重複，請更換"
            elif pw != request.get("txtPwd2"):
                words = "密碼兩次輸入不同"
            elif len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search("[0-9]", pw):
                words = "密碼須8碼以上且含英文及數字"
            else:
                t.alias, t.cloud_password = name, pw
                t.counts["activated"] += 1
                words = "雲端服務啟用成功"
        off = ' disabled="disabled"' if t.alias else ""
        button = "已啟用" if t.alias else "啟用雲端服務"
        pair = "" if t.alias else '<tr><td>雲端服務密碼</td><td><input name="txtPwd1" type="password" id="txtPwd1" /></td></tr><tr><td>再次輸入雲端服務密碼</td><td><input name="txtPwd2" type="password" id="txtPwd2" /></td></tr>'
        cancel = "" if t.alias else """<input type="button" value="取消啟用" onclick="top.location.href='Logout.aspx';" /> """
        return Response(shell("設定密碼與郵件別名", self.form("cloud", "CloudForm.aspx", f"""<table border="1"><tr><td>網路帳號 / 主職員工編號</td><td><span>{who.employee_id}</span></td></tr><tr><td>帳號姓名</td><td><span>{who.name}</span></td></tr><tr><td>主職單位</td><td><span>{who.unit}</span></td></tr><tr><td>有效期限</td><td><span>{who.valid_until}</span></td></tr>
<tr><td>雲端服務帳號 (電子郵件名稱)</td><td><input name="txtMailName" type="text" maxlength="64" value="{escape(t.alias)}" id="txtMailName"{off} />@ntuh.gov.tw 名稱長度限64字元內</td></tr>{pair}</table>
{cancel}<input type="submit" name="btnActive" value="{button}" id="btnActive"{off} /> <span>服務於設定完成隔日生效</span>"""), popup(words) if words else ""))

    # ------------------------------------------------------------ mail
    def mail(self, request: Request) -> Response:
        t, p = self.truth, request.path
        key = request.cookies.get("MailAuth", "")
        if p == "/Code.ashx":
            return Response(picture(t.new_captcha("abcdefghkmnpqrstuvwxyz23456789", 4), "GIF"), kind="image/gif")
        if p == "/Inbox.aspx" and key in self.boxes:
            if request.method == "POST":
                self.takes(request)
                if not self.posted(request, "inbox"):
                    return self.broken()
                if request.get("__EVENTTARGET") == "lbOut":
                    self.boxes.discard(key)
                    t.sessions.discard(f"mail:{key}")
                    t.counts["sign_out_mail"] += 1
                    return redirect("/")
            return Response(shell("信箱", self.form("inbox", "Inbox.aspx", f"""{escape(t.alias)} <a href="javascript:__doPostBack('lbOut','')">登出</a>""") + '<iframe src="List.aspx" width="100%"></iframe>'))
        if p == "/List.aspx":
            return Response(shell("List", "收件匣：0 封"))
        words = ""
        if p == "/Login.aspx" and request.method == "POST":
            self.takes(request, tbAcc="mail_account", tbPwd="mail_password", tbCode="captcha")
            want, t.captcha = t.captcha, ""
            if not self.posted(request, "mlogin"):
                return self.broken()
            if not want or request.get("tbCode") != want:
                words = "驗證碼錯誤"
            elif not t.alias or request.get("tbAcc").split("@")[0].lower() != t.alias.lower() or request.get("tbPwd") != t.cloud_password:
                words = "帳號或密碼錯誤"
            else:
                key = secrets.token_hex(8)
                self.boxes.add(key)
                t.sessions.add(f"mail:{key}")
                t.counts["mail_sign_in"] += 1
                return Response(shell("Go", "<script type=\"text/javascript\">window.location.href='/Inbox.aspx';</script>"), headers=[("Set-Cookie", f"MailAuth={key}; path=/")])
        return Response(shell("電子信", self.form("mlogin", "Login.aspx", f"""<table><tr><td>帳號:</td><td><input name="tbAcc" type="text" /></td></tr><tr><td>密碼:</td><td><input name="tbPwd" type="password" /></td></tr>
<tr><td>驗證碼(小寫字母或數字):</td><td><input name="tbCode" type="text" /><img src="Code.ashx?{secrets.token_hex(3)}" alt="" /></td></tr><tr><td colspan="2"><input type="checkbox" name="cbKeep" id="cbKeep" /><label for="cbKeep">記住登入資訊 (公用電腦請勿勾選)</label></td></tr></table><input type="submit" name="btnIn" value="登入" /><div>公佈欄<br />體系帳號整併中</div>"""), popup(words) if words else ""))

"""A Java 6 servlet and JSP house with included headers, Tomcat sessions on the inner host, and a Perl webmail.

Its developer: Mr. Tseng of a contractor in Neihu, project of 2009. Naming from his Oracle tables (EMP_NO, TEL_MOBILE), a header.jsp
included everywhere (search box and all), a token class copied out of a forum, and a webmail that the school net centre gave away.
"""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

DOC = '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">'
COLUMNS = {"EMP_LNAME": "english_surname", "EMP_FNAME": "english_given", "EMP_MNAME": "english_middle", "TEL_OFFICE": "office_phone", "TEL_HOME": "home_phone", "TEL_MOBILE": "mobile_phone"}


class TheSite(Site):
    title = "Java 6 servlets and JSP with included headers, inner Tomcat session, Perl webmail"

    def __init__(self) -> None:
        super().__init__()
        self.http: dict[str, dict[str, object]] = {}
        self.tickets: dict[str, tuple[str, str]] = {}

    # ---- HttpSession and the token of TokenUtil.java
    def session(self, r: Request) -> tuple[str, dict[str, object]]:
        found = re.search(r";jsessionid=([0-9A-F]{32})", r.path)
        key = r.cookies.get("JSESSIONID", "") or (found[1] if found else "")
        if key in self.http and self.http[key]["host"] == r.host:
            return key, self.http[key]
        key = secrets.token_hex(16).upper()
        self.http[key] = {"host": r.host, "token": ""}
        return key, self.http[key]

    def token(self, session: dict[str, object]) -> str:
        session["token"] = secrets.token_hex(16)
        return f'<div><input type="hidden" name="org.apache.struts.taglib.html.TOKEN" value="{session["token"]}"></div>'

    def spent(self, r: Request, session: dict[str, object]) -> bool:
        kept, session["token"] = session["token"], ""
        return not kept or r.get("org.apache.struts.taglib.html.TOKEN") != kept

    def twice(self) -> Response:
        return Response(f"{DOC}<html><head><title>Error</title></head><body><p>頁面已過期或重複送出，請由首頁重新操作。<!-- com.hiwork.util.TokenException --></p></body></html>")

    def jsp(self, head: str, body: str, context: str, *cookies: tuple[str, str]) -> Response:
        """The page between header.jsp and footer.jsp."""
        text = f"""

{DOC}
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<meta http-equiv="Pragma" content="no-cache">
<title>{head}</title>
<link rel="stylesheet" type="text/css" href="{context}/css/main.css">
</head>
<body topmargin="0" leftmargin="0">
<!-- header.jsp begin -->
<table width="100%" border="0" cellpadding="0" cellspacing="0" class="hd"><tr>
<td><img src="{context}/images/logo.jpg" alt="台大醫院"></td>
<td align="right"><form name="searchForm" method="get" action="{context}/search.do">站內搜尋：<input type="text" name="keyword" size="12"><input type="submit" value="搜尋"></form></td>
</tr></table>
<!-- header.jsp end -->
{body}
<!-- footer.jsp begin -->
<hr noshade size="1"><center><font size="2">資訊室服務台 261120　最佳瀏覽 1024x768 IE6.0 以上</font></center>
<!-- footer.jsp end -->
</body>
</html>
"""
        return Response(text, kind="text/html;charset=UTF-8", headers=list(cookies))

    # ---- portal
    def portal(self, r: Request) -> Response:
        t = self.truth
        key, s = self.session(r)
        path = r.path.split(";")[0]
        cookie = ("Set-Cookie", f"JSESSIONID={key}; Path=/portal")
        if path in ("/", "/portal", "/portal/"):
            return redirect(f"/portal/login.jsp;jsessionid={key}", cookie)
        if path == "/portal/search.do":
            return self.jsp("搜尋", "<p>查無資料</p>", "/portal", cookie)
        if path == "/portal/servlet/CheckImage":
            return Response(picture(t.new_captcha(), "JPEG"), kind="image/jpeg", headers=[("Cache-Control", "no-store")])
        if path == "/portal/login.jsp":
            return self.login(s, cookie)
        if path == "/portal/servlet/Login":
            return self.check(r, key, s, cookie)
        if "portal:" + str(s.get("id")) not in t.sessions:
            return redirect("/portal/login.jsp", cookie)
        if path == "/portal/notice.jsp":
            return self.jsp("公告", """<table width="600" align="center" border="1"><tr><th>系統公告</th></tr><tr><td>每月第三個星期日凌晨進行主機保養，請提前存檔。</td></tr>
<tr><td align="center"><form action="menu.jsp" method="get"><input type="submit" value="我知道了"></form></td></tr></table>""", "/portal", cookie)
        if path == "/portal/menu.jsp":
            return self.menu(cookie)
        if path == "/portal/servlet/Prog":
            to = {"HRM0301": "/hrm/pwd.jsp", "HRM0306": "/hrm/contact.jsp"}.get(r.query.get("id", ""))
            if not to:
                return self.jsp("訊息", '<p align="center">此功能尚未開放給您的職類。<br><a href="/portal/menu.jsp">回上頁</a></p>', "/portal", cookie)
            ticket = secrets.token_hex(20)
            self.tickets[ticket] = (str(s["id"]), to)
            return Response(f"""<html><body onload="document.sso.submit()"><form name="sso" method="post" action="{self.urls['inner']}/hrm/SsoLogin"><input type="hidden" name="TICKET" value="{ticket}"><noscript><input type="submit" value="繼續"></noscript></form></body></html>""", headers=[cookie])
        if path == "/portal/servlet/Logout":
            t.sessions.discard("portal:" + str(s.pop("id")))
            t.counts["sign_out_portal"] += 1
            return redirect("/portal/login.jsp", cookie)
        return Response("<html><head><title>Apache Tomcat/6.0.18 - Error report</title></head><body><h1>HTTP Status 404</h1></body></html>", 404)

    def login(self, s: dict[str, object], cookie: tuple[str, str]) -> Response:
        word = str(s.pop("err", ""))
        body = f"""<script type="text/javascript">
function chk(f){{ if(f.EMP_NO.value==''){{alert('請輸入帳號');f.EMP_NO.focus();return false;}} if(f.PASSWD.value==''){{alert('請輸入密碼');return false;}} return true; }}
</script>
<form name="loginForm" method="post" action="/portal/servlet/Login" onsubmit="return chk(this)">{self.token(s)}
<table align="center" border="0" cellspacing="4">
<tr><td colspan="2" align="center"><font size="5">醫療資訊系統</font></td></tr>
<tr><td align="right"><b>院區</b></td><td><select name="HOSP"><option value="">--請選擇--</option><option value="01">總院區</option><option value="02">北護分院</option><option value="04">新竹分院</option><option value="06">雲林分院</option></select></td></tr>
<tr><td align="right"><b>帳&nbsp;&nbsp;號</b></td><td><input type="text" name="EMP_NO" size="14" maxlength="10"></td></tr>
<tr><td align="right"><b>密&nbsp;&nbsp;碼</b></td><td><input type="password" name="PASSWD" size="14"></td></tr>
<tr><td align="right"><b>驗證碼</b></td><td><input type="text" name="CHK_CODE" size="8" maxlength="6"> <img src="/portal/servlet/CheckImage" align="absmiddle" alt="(不用區分大小寫)" name="chkImg"> <a href="javascript:void(0)" onclick="document.chkImg.src='/portal/servlet/CheckImage?'+Math.random()">看不清楚</a></td></tr>
<tr><td></td><td><input type="radio" name="MENU_TYPE" value="M" checked>醫療相關選單 <input type="radio" name="MENU_TYPE" value="A">行政系統選單 <input type="radio" name="MENU_TYPE" value="O">門診系統</td></tr>
<tr><td colspan="2" align="center"><input type="submit" value="進入系統"> <input type="reset" value="清除"></td></tr>
{f'<tr><td colspan="2" align="center"><font color="#FF0000">{word}</font></td></tr>' if word else ''}
</table></form>"""
        return self.jsp("台大醫院 Portal", body, "/portal", cookie)

    def check(self, r: Request, key: str, s: dict[str, object], cookie: tuple[str, str]) -> Response:
        t = self.truth
        self.takes(r, EMP_NO="employee_id", PASSWD="portal_password", CHK_CODE="captcha", HOSP="campus")
        if r.method != "POST" or self.spent(r, s):
            return self.twice()
        wanted, t.captcha = t.captcha, ""
        if not wanted or r.get("CHK_CODE").strip().upper() != wanted:
            s["err"] = "ERR-103 圖形驗證碼錯誤"
        elif r.get("HOSP") != "01" or r.get("EMP_NO").strip() != t.person.employee_id or r.get("PASSWD") != t.portal_password:
            s["err"] = "ERR-101 登入失敗：院區、帳號或密碼不正確" if r.get("HOSP") else "ERR-100 請選擇院區"
        else:
            s["id"] = secrets.token_hex(8)
            t.sessions.add(f"portal:{s['id']}")
            t.counts["sign_in"] += 1
            return redirect("/portal/notice.jsp", cookie)
        t.counts["sign_in_refused"] += 1
        return redirect(f"/portal/login.jsp;jsessionid={key}", cookie)

    def menu(self, cookie: tuple[str, str]) -> Response:
        items = ["更改密碼|HRM0301", "個人簽章提醒設定|HRM0302", "薪資所得免稅額申報表|PAY0110", "員工待遇福利查詢|PAY0120", "查詢員工連絡資料|HRM0305", "維護個人連絡資料|HRM0306", "個人就醫紀錄查詢|OPD9001", "行動憑證申請|PKI0001"]
        links = "".join(f"<tr><td>&nbsp;<img src='/portal/images/dot.gif' alt=''> <a href=\"javascript:openProg('/portal/servlet/Prog?id={x.split('|')[1]}')\">{x.split('|')[0]}</a></td></tr>" for x in items)
        tops = "".join(f"<td class=m1 onmouseover=\"this.className='m2'\">{x} ▾</td>" for x in ("醫療系統", "醫療支援", "其他資源", "數位學習", "資訊安全", "行政系統", "個人管理"))
        return self.jsp("功能選單", f"""<script type="text/javascript">function openProg(u){{ location.href=u; }}</script>
<table width="100%"><tr><td>您好! {self.truth.person.name}</td><td align="right"><a href="/portal/servlet/Logout">登出系統</a></td></tr></table>
<table border="1"><tr>{tops}</tr></table><table><tr><td valign="top"><table class="sub"><tr><td><b>個人管理</b></td></tr>{links}</table></td>
<td valign="top">全院公告 2<br>2019/10/21 請全院同仁填報「薪資所得免稅額申報表」<br>總院差勤待簽 0 未核准 0 被駁回 0</td></tr></table>""", "/portal", cookie)

    # ---- inner: another Tomcat
    def inner(self, r: Request) -> Response:
        t = self.truth
        path = r.path.split(";")[0]
        if path == "/hrm/SsoLogin":
            self.takes(r)
            sid, to = self.tickets.pop(r.get("TICKET"), ("", ""))
            if r.method != "POST" or "portal:" + sid not in t.sessions:
                return Response("<html><body>SSO ticket 無效</body></html>", 403)
            key = secrets.token_hex(16).upper()
            self.http[key] = {"host": "inner", "token": "", "id": sid}
            return redirect(f"{to};jsessionid={key}", ("Set-Cookie", f"JSESSIONID={key}; Path=/hrm"))
        key, s = self.session(r)
        if "portal:" + str(s.get("id")) not in t.sessions:
            return Response(f"<html><body>尚未登入或已逾時，<a href='{self.urls['portal']}/portal/login.jsp' target='_top'>請重新登入</a></body></html>")
        if path == "/hrm/logout.jsp":
            t.sessions.discard("portal:" + str(s.pop("id")))
            t.counts["sign_out_portal"] += 1
            return redirect(self.urls["portal"] + "/portal/login.jsp")
        if path in ("/hrm/pwd.jsp", "/hrm/pwdSave.do"):
            return self.password(r, s, path)
        if path in ("/hrm/contact.jsp", "/hrm/contactSave.do"):
            return self.contact(r, s, path)
        return Response("<h1>HTTP Status 404</h1>", 404)

    def links(self) -> str:
        return f'<p align="center"><a href="{self.urls["portal"]}/portal/menu.jsp">回功能選單</a> | <a href="/hrm/logout.jsp">登出系統</a></p>'

    def password(self, r: Request, s: dict[str, object], path: str) -> Response:
        t = self.truth
        if path.endswith(".do"):
            self.takes(r, oldPwd="old_password", newPwd="new_password", newPwd2="new_password_again")
            if r.method != "POST" or self.spent(r, s):
                return self.twice()
            new = r.get("newPwd")
            if r.get("oldPwd") != t.portal_password:
                s["msg"] = "舊密碼輸入錯誤"
            elif new != r.get("newPwd2"):
                s["msg"] = "新密碼兩次輸入不同"
            elif not re.fullmatch(r"(?=.*[A-Za-z])(?=.*\d).{8,30}", new) or new == t.portal_password:
                s["msg"] = "新密碼不合規定"
            else:
                t.portal_password = new
                t.counts["password_changed"] += 1
                return self.jsp("訊息", f'<table align="center" border="1" cellpadding="10"><tr><td>密碼更新成功！請牢記您的新密碼。</td></tr></table>{self.links()}', "/hrm")
            t.counts["password_refused"] += 1
            return redirect("/hrm/pwd.jsp")
        word = str(s.pop("msg", ""))
        return self.jsp("更改密碼", f"""{f'<script>alert("{word}");</script>' if word else ''}<h3 align="center">更改密碼</h3>
<form name="pwdForm" method="post" action="/hrm/pwdSave.do">{self.token(s)}<table align="center" border="1" cellpadding="4">
<tr><td>請輸入舊密碼：<td><input type="password" name="oldPwd">
<tr><td>請輸入新密碼：<td><input type="password" name="newPwd" onkeyup="pw(this.value)">
<tr><td>請再輸入新密碼：<td><input type="password" name="newPwd2">
<tr><td>密碼強度檢核：<td><span id="lv">&nbsp;</span>
<tr><td colspan="2" align="center"><input type="submit" value="存檔"> <input type="reset" value="重填"></table></form>
<script>function pw(v){{document.getElementById('lv').innerHTML=v.length<8?'弱':'中';}}</script>
<p>密碼設定條件：<br>1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字</p>{self.links()}""", "/hrm")

    def contact(self, r: Request, s: dict[str, object], path: str) -> Response:
        t, p = self.truth, self.truth.person
        if path.endswith(".do"):
            self.takes(r, TEL_MOBILE="mobile_phone")
            if r.method != "POST" or self.spent(r, s):
                return self.twice()
            got = {v: r.get(k).strip() for k, v in COLUMNS.items()}
            if r.get("EMP_NO") != p.employee_id or not all(r.has(k) for k in COLUMNS) or not re.fullmatch(r"09\d{8}", got["mobile_phone"]):
                s["msg"] = "行動電話請輸入10碼數字，資料未存檔"
            else:
                t.saved_contact = got
                t.counts["contact_saved"] += 1
                s["msg"] = "UPDATE OK，連絡資料已更新。"
            return redirect("/hrm/contact.jsp")
        word = str(s.pop("msg", ""))
        v = {k: escape(t.saved_contact.get(m, getattr(p, m))) for k, m in COLUMNS.items()}
        return self.jsp("維護個人連絡資料", f"""<form name="contactForm" method="post" enctype="multipart/form-data" action="/hrm/contactSave.do">{self.token(s)}
<input type="hidden" name="EMP_NO" value="{p.employee_id}"><table align="center" border="0" width="760" bgcolor="#EEEEFF">
<tr><th colspan="4">台大醫院---維護個人連絡資料 <button type="submit"><img src="/hrm/images/save.gif" alt=""> 異動儲存</button>
<tr><td colspan="4"><font color="blue">{word}</font>
<tr><td>員工編號：<td>{p.employee_id}<td>姓名：<td>{p.name}
<tr><td>英文姓：<td colspan="3"><input name="EMP_LNAME" value="{v['EMP_LNAME']}"> ex:Chen(陳)
<tr><td>英文首名：<td colspan="3"><input name="EMP_FNAME" value="{v['EMP_FNAME']}"> ex: Yi-Fen(怡芬) <a href="#">(說明)</a>
<tr><td>英文中名：<td colspan="3"><input name="EMP_MNAME" value="{v['EMP_MNAME']}"> ex:Mary 為英文別名，如無，可不填
<tr><td>辦公室電話：<td><input name="TEL_OFFICE" value="{v['TEL_OFFICE']}" size="12"> ex:61234或23123456<td>住宅電話：<td><input name="TEL_HOME" value="{v['TEL_HOME']}" size="12"> ex:0223123456
<tr><td>行動電話：<td colspan="3"><input name="TEL_MOBILE" value="{v['TEL_MOBILE']}" maxlength="10"> ex:0952000000 <font color="red">(如離職或更換門號，請記得調整此欄位)</font>
</table></form>{self.links()}""", "/hrm")

    # ---- account site
    def account(self, r: Request) -> Response:
        t = self.truth
        key, s = self.session(r)
        cookie = ("Set-Cookie", f"JSESSIONID={key}; Path=/acct")
        path = r.path.split(";")[0]
        if path in ("/", "/acct", "/acct/"):
            return redirect("/acct/index.jsp", cookie)
        if path == "/acct/search.do":
            return self.jsp("搜尋", "<p>查無資料</p>", "/acct", cookie)
        if path == "/acct/index.jsp":
            return self.front(s, cookie)
        if path == "/acct/agree.do":
            self.takes(r, AGREE="consent")
            if r.method != "POST" or self.spent(r, s):
                return self.twice()
            if r.get("AGREE") != "Y":
                return self.front(s, cookie, "請先勾選已詳閱規範")
            s["kind"] = "reset" if r.has("btnReset") else "open"
            return redirect("/acct/verify.jsp", cookie)
        if path in ("/acct/verify.jsp", "/acct/verify.do"):
            return self.verify(r, s, path, cookie) if s.get("kind") else redirect("/acct/index.jsp", cookie)
        if "account:" + str(s.get("id")) not in t.sessions:
            return redirect("/acct/index.jsp", cookie)
        if path == "/acct/exit.do":
            t.sessions.discard("account:" + str(s.pop("id")))
            t.counts["sign_out_account"] += 1
            return redirect("/acct/index.jsp", cookie)
        if path in ("/acct/setting.jsp", "/acct/setting.do"):
            return self.setting(r, s, path, cookie)
        return Response("<h1>HTTP Status 404</h1>", 404)

    def front(self, s: dict[str, object], cookie: tuple[str, str], word: str = "") -> Response:
        return self.jsp("網路帳號服務", f"""<font color="red">{word}</font><h2>網路帳號服務</h2><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<p><b>《規範》</b><br>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。<li>請勿冒用院內同仁申請網路帳號。</p>
<p><b>《常見問題與服務》</b><br>密碼修改後多久可以生效<br>．即時生效。<br>忘記密碼<br>．請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p>
<form name="agreeForm" method="post" action="/acct/agree.do">{self.token(s)}<label><input type="checkbox" name="AGREE" value="Y" onclick="document.agreeForm.btnOpen.disabled=document.agreeForm.btnReset.disabled=!this.checked"> 我已詳閱以上規範並同意遵守</label><br>
<input type="submit" name="btnOpen" value="啟用網路帳號及首次雲端帳號密碼設定" disabled> 啟用本院微軟相關服務，如：Office365, Outlook...<br>
<input type="submit" name="btnReset" value="重置雲端服務密碼" disabled> 重設非Portal帳號的密碼：Email, 無線網路, KM, VPN密碼<br></form><a href="#">總院廠商VPN展延申請</a>""", "/acct", cookie)

    def verify(self, r: Request, s: dict[str, object], path: str, cookie: tuple[str, str]) -> Response:
        t, word, shown, emp = self.truth, "", "none", r.get("EMP_NO").strip()
        if path.endswith(".do"):
            self.takes(r, EMP_NO="employee_id", REG_TEL="registered_phone", OTP_CODE="code")
            if r.method != "POST" or self.spent(r, s):
                return self.twice()
            if r.has("doSend"):
                if emp != t.person.employee_id:
                    word = "員工編號不存在"
                elif r.get("REG_TEL").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                    word, shown = "手機門號與登記資料不一致，請重新輸入", "block"
                else:
                    s["otp"], s["at"] = t.new_message(), time.time()
                    word = "動態碼已發送至您的手機，請輸入後按下一步"
            elif r.has("doNext"):
                if emp != t.person.employee_id or not s.get("otp") or r.get("OTP_CODE").strip() != s["otp"]:
                    t.counts["code_refused"] += 1
                    word = "動態碼不正確"
                elif time.time() - float(str(s["at"])) > 120:
                    t.counts["code_refused"] += 1
                    word = "動態碼已失效(超過2分鐘)，請重新發送"
                else:
                    s["otp"], s["id"] = "", secrets.token_hex(8)
                    t.sessions.add(f"account:{s['id']}")
                    t.counts["code_accepted"] += 1
                    return redirect("/acct/setting.jsp", cookie)
        head = "重置雲端服務密碼" if s["kind"] == "reset" else "啟用網路帳號及首次雲端帳號密碼設定"
        return self.jsp("身分驗證", f"""<p>首頁 &gt; 進行身分驗證</p><form name="otpForm" method="post" action="/acct/verify.do">{self.token(s)}
<table border="1" cellpadding="5"><tr><th colspan="3">{head}</th></tr>
<tr><td>網路帳號 / 主職員工編號</td><td><input type="text" name="EMP_NO" value="{escape(emp)}" maxlength="6"></td><td><input type="button" value="發送簡訊動態碼" onclick="if(document.otpForm.EMP_NO.value.length!=6){{alert('請輸入6位數字');return;}}document.getElementById('smsDiv').style.display='block'"></td></tr>
<tr><td>簡訊(或MOTP)動態碼</td><td><input type="text" name="OTP_CODE" maxlength="6"></td><td><input type="submit" name="doNext" value="下一步"></td></tr></table>
<div id="smsDiv" style="display:{shown};border:2px outset gray;width:320px">請輸入帳號登記的手機門號(10碼)<br><input type="text" name="REG_TEL" maxlength="10"><br><input type="submit" name="doSend" value="確定發送"> <input type="button" value="取消" onclick="document.getElementById('smsDiv').style.display='none'"></div></form>
<p><font color="red"><b>{word}</b></font></p><ol><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。<li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<li>如果有安裝MOTP APP，則可直接開啟APP取得動態碼，無須透過簡訊發送。</ol><a href="/acct/index.jsp">回首頁</a>""", "/acct", cookie)

    def setting(self, r: Request, s: dict[str, object], path: str, cookie: tuple[str, str]) -> Response:
        t, p, word, opening = self.truth, self.truth.person, "", s["kind"] == "open"
        if path.endswith(".do"):
            self.takes(r, MAIL_ALIAS="alias", CLOUD_PWD="cloud_password", CLOUD_PWD_CFM="cloud_password_again")
            if r.method != "POST" or self.spent(r, s):
                return self.twice()
            name, one = r.get("MAIL_ALIAS").strip(), r.get("CLOUD_PWD")
            if r.has("btnCancel"):
                return redirect("/acct/exit.do", cookie)
            if opening and t.alias:
                word = "您已完成啟用，無法再次設定"
            elif opening and name == "taken.name":
                word = "此電子郵件名稱已被使用"
            elif opening and not re.fullmatch(r"[a-z][a-z0-9._]{2,63}", name):
                word = "電子郵件名稱僅可使用小寫英文、數字、句點及底線"
            elif not opening and not t.alias:
                word = "帳號尚未啟用，無法重置"
            elif one != r.get("CLOUD_PWD_CFM"):
                word = "兩次密碼不同"
            elif not re.fullmatch(r"(?=.*[A-Za-z])(?=.*\d).{8,30}", one) or one == t.portal_password:
                word = "密碼不合規定（8碼以上英數字，不可與Portal相同）"
            else:
                t.cloud_password = one
                if not opening:
                    return self.jsp("完成", '<p>雲端服務密碼已重置。</p><a href="/acct/exit.do">離開</a>', "/acct", cookie)
                t.alias = name
                t.counts["activated"] += 1
                return self.jsp("完成", f'<table border="1" cellpadding="8"><tr><td>申請成功</td></tr><tr><td>電子郵件：{name}@ntuh.gov.tw<br>生效日：明日起</td></tr></table><a href="/acct/exit.do">離開</a>', "/acct", cookie)
        pair = '<tr><td>密碼<td><input type="password" name="CLOUD_PWD"> (8碼以上英文及數字)<tr><td>再次輸入密碼<td><input type="password" name="CLOUD_PWD_CFM">'
        if opening and t.alias:
            rest = f"<tr><td>雲端服務帳號<td>{t.alias}@ntuh.gov.tw<tr><td>啟用狀態<td><font color=green>Y 已於本系統完成啟用</font>"
        elif opening:
            rest = f"""<tr><td>雲端服務帳號<br>(電子郵件名稱)<td><input type="text" name="MAIL_ALIAS" maxlength="64" value="{escape(r.get('MAIL_ALIAS'))}">@ntuh.gov.tw 名稱長度限64字元內{pair}
<tr><td colspan="2"><input type="submit" name="btnCancel" value="取消啟用"> <input type="submit" name="btnOpen" value="啟用雲端服務"> 服務於設定完成隔日生效"""
        else:
            rest = pair + '<tr><td colspan="2"><input type="submit" name="btnReset" value="確定">'
        return self.jsp("設定密碼與郵件別名", f"""<h3>{'設定密碼與郵件別名' if opening else '重置雲端服務密碼'}</h3><font color="red">{word}</font><form name="setForm" method="post" action="/acct/setting.do">{self.token(s)}<table border="1" cellpadding="4">
<tr><td>網路帳號 / 主職員工編號<td><input value="{p.employee_id}" readonly size="10"><tr><td>帳號姓名<td>{p.name}<tr><td>主職單位<td>{p.unit}<tr><td>有效期限<td>{p.valid_until}{rest}</table></form><a href="/acct/exit.do">離開</a>""", "/acct", cookie)

    # ---- Perl webmail
    def mail(self, r: Request) -> Response:
        t = self.truth
        if r.path == "/cgi-bin/webmail/chk.pl":
            return Response(picture(t.new_captcha("abcdefghijkmnpqrstuvwxyz23456789", 4), "PNG", (90, 32)), kind="image/png")
        if r.path == "/cgi-bin/webmail/main.pl":
            sid = r.get("sessionid")
            if "mail:" + sid not in t.sessions:
                return Response("<html><body>Session timeout! <a href='/cgi-bin/webmail/login.pl'>重新登入</a></body></html>")
            if r.query.get("action") == "logout":
                t.sessions.discard("mail:" + sid)
                t.counts["sign_out_mail"] += 1
                return redirect("/cgi-bin/webmail/login.pl")
            return Response(f"<html><head><title>Open WebMail</title></head><body bgcolor=#ffffff><table width=100%><tr><td>{t.alias}@ntuh.gov.tw<td align=right><a href='main.pl?action=list&amp;sessionid={sid}'>重新整理</a> <a href='main.pl?action=logout&amp;sessionid={sid}'>登出</a></table><b>收信匣 INBOX</b> (1 封)<table border=1><tr><td>服務台<td>啟用通知</table></body></html>")
        if r.path != "/cgi-bin/webmail/login.pl":
            return redirect("/cgi-bin/webmail/login.pl")
        word = ""
        if r.method == "POST":
            self.takes(r, loginname="mail_account", password="mail_password", chk="captcha")
            wanted, t.captcha = t.captcha, ""
            if r.get("action") != "login" or not wanted or r.get("chk").strip() != wanted:
                word = "驗證碼錯誤！"
            elif not t.alias or r.get("loginname").strip().removesuffix("@ntuh.gov.tw") != t.alias or r.get("password") != t.cloud_password:
                word = "登入失敗！密碼錯誤或無此使用者"
            else:
                sid = f"{t.alias}*{secrets.token_hex(8)}"
                t.sessions.add("mail:" + sid)
                t.counts["mail_sign_in"] += 1
                return Response(f"<html><head><meta http-equiv=refresh content='1;url=main.pl?action=list&amp;sessionid={sid}'></head><body>登入中...</body></html>")
        return Response(f"""<HTML><HEAD><TITLE>Web Mail</TITLE></HEAD><BODY bgcolor=#f0f0f0 onLoad="document.login.loginname.focus()"><CENTER>
<FORM name=login method=post action="/cgi-bin/webmail/login.pl"><INPUT type=hidden name=action value=login>
<TABLE><TR><TD>帳號:<TD><INPUT name=loginname size=20><TR><TD>密碼:<TD><INPUT type=password name=password size=20>
<TR><TD>驗證碼(小寫字母或數字):<TD><INPUT name=chk size=6 maxlength=4> <IMG src="chk.pl" align=absmiddle>
<TR><TD colspan=2><INPUT type=checkbox name=autologin value=1>記住登入資訊 (公用電腦請勿勾選)
<TR><TD colspan=2 align=center><INPUT type=submit value=" 登入 "></TABLE></FORM><FONT color=red>{word}</FONT>
<HR>公佈欄<BR>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<BR>※如無法登入，請先至下方網址變更密碼，謝謝：<BR><A href="{self.urls['account']}/">https://help.ntuh.gov.tw/</A></CENTER></BODY></HTML>""")

"""Drawn as by Mr. Wu, J2EE since Struts 1.1: MS950 JSPs, Spring Security 3 taken from the reference guide, displaytag for every list.

Buttons are links that submit document.forms[n]; where somebody put a search form on top he counts one further.
Kaptcha draws the text when the picture is fetched. He forgets alt texts, closing tags, and to rename anything of the samples.
"""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

KIND = "text/html;charset=Big5"


class TheSite(Site):
    title = "JSP, Spring Security 3 (j_username), displaytag, Big5"
    charset = "cp950"

    def __init__(self) -> None:
        super().__init__()
        self.http: dict[str, dict] = {}

    # HttpSession, one per context path
    def session(self, request: Request, context: str) -> tuple[dict, list[tuple[str, str]]]:
        ident = request.cookies.get("JSESSIONID", "")
        found = self.http.get(ident)
        if found and found["ctx"] == context:
            return found, []
        return self.fresh(context)

    def fresh(self, context: str) -> tuple[dict, list[tuple[str, str]]]:
        ident = secrets.token_hex(16).upper()
        self.http[ident] = {"id": ident, "ctx": context}
        return self.http[ident], [("Set-Cookie", f"JSESSIONID={ident}; Path={context}; HttpOnly")]

    def dispatch(self, request: Request, context: str, handlers: dict) -> Response:
        if request.path in ("/", context):
            return redirect(context + "/")
        path = request.path.removeprefix(context).split(";")[0]
        session, cookies = self.session(request, context)
        handler = handlers.get(path)
        if not handler:
            return Response("<html><head><title>Apache Tomcat/6.0.53 - Error report</title></head><body><h1>HTTP Status 404 - " + escape(request.path) + "</h1></body></html>", 404, KIND)
        answer = handler(request, session)
        answer.headers = answer.headers + [c for c in cookies if not any(k == "Set-Cookie" for k, _ in answer.headers)]
        return answer

    def html(self, title: str, body: str, css: str = "portal") -> Response:
        return Response(f"""


<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd"><HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5"><META HTTP-EQUIV="Pragma" CONTENT="no-cache"><TITLE>{title}</TITLE>
<LINK REL="stylesheet" HREF="css/displaytag.css" TYPE="text/css"><LINK REL="stylesheet" HREF="css/{css}.css" TYPE="text/css"></HEAD><BODY BGCOLOR="#FFFFFF" TOPMARGIN=0>
{body} </BODY>
</HTML>
""", kind=KIND)

    @staticmethod
    def push(text: str, n: int = 0, before: str = "") -> str:
        """His link-button."""
        return f'<a href="#" class="btn" onclick="{before}document.forms[{n}].submit();return false;"><img src="images/dot.gif" border=0>{text}</a>'

    @staticmethod
    def display(ident: str, heads: list[str], rows: list[list[str]]) -> str:
        """What <display:table> writes."""
        out = [f'<span class="pagebanner">{len(rows)} items found, displaying all items.</span><span class="pagelinks"><strong>1</strong></span>', f'<table class="simple" id="{ident}" cellspacing="0">', "<thead>", "<tr>"]
        for i, head in enumerate(heads):
            out.append(f'<th class="sortable"><a href="?d-49653-s={i}&amp;d-49653-o=2&amp;d-49653-p=1">{head}</a></th>' if i == 0 else f"<th>{head}</th>")
        out.append("</tr></thead>\n<tbody>")
        for i, row in enumerate(rows):
            out.append(f'<tr class="{"even" if i % 2 else "odd"}">\n' + "\n".join(f"<td>{c}</td>" for c in row) + "</tr>")
        return "\n".join(out) + "</tbody></table>"

    def kaptcha(self, letters: str, length: int):
        def draw(request: Request, session: dict) -> Response:
            session["KAPTCHA_SESSION_KEY"] = self.truth.new_captcha(letters, length)
            return Response(picture(self.truth.captcha, "JPEG", (140, 40)), kind="image/jpeg", headers=[("Cache-Control", "no-store, no-cache, must-revalidate")])
        return draw

    def matched(self, session: dict, typed: str) -> bool:
        expected = session.pop("KAPTCHA_SESSION_KEY", "")
        good = bool(expected) and expected == self.truth.captcha and expected == typed
        if expected == self.truth.captcha:
            self.truth.captcha = ""
        return good

    # ================================================================ /portal
    def portal(self, request: Request) -> Response:
        return self.dispatch(request, "/portal", {
            "/": lambda r, s: redirect("/portal/login.jsp"), "/login.jsp": self.login_jsp, "/kaptcha.jpg": self.kaptcha("123456789BDFHJLNPRTVXZ", 6),
            "/j_spring_security_check": self.security_check, "/index.do": self.index_do, "/menu.do": self.menu_do,
            "/j_spring_security_logout": self.security_logout})

    def login_jsp(self, request: Request, session: dict) -> Response:
        last = session.pop("SPRING_SECURITY_LAST_EXCEPTION", "") if request.query.get("login_error") else ""
        bad = f'<font color="red">登入未成功，請再試一次。<br>原因：{last}</font>' if last else ""
        out = '<font color="blue">您已離開系統</font>' if request.query.get("bye") else ""
        typed = escape(session.get("LAST_USERNAME", ""))
        return self.html("醫療資訊系統", f"""
<CENTER><IMG SRC="images/banner.jpg" WIDTH=780><BR>台大 健康守護, 醫界典範<BR>{bad}{out}
<FORM NAME="f" ACTION="/portal/j_spring_security_check" METHOD="POST">
<TABLE BORDER=0 CELLPADDING=3>
<TR><TD ALIGN=right>院　區<TD><SELECT NAME="hospCode"><OPTION VALUE="T0" SELECTED>總院區<OPTION VALUE="T2">北護分院<OPTION VALUE="T3">金山分院<OPTION VALUE="Y0">雲林分院</SELECT>
<TR><TD ALIGN=right>帳　號<TD><INPUT TYPE=text NAME="j_username" VALUE="{typed}" SIZE=12 MAXLENGTH=10>
<TR><TD ALIGN=right>密　碼<TD><INPUT TYPE=password NAME="j_password" SIZE=12>
<TR><TD ALIGN=right>驗證碼<BR><FONT SIZE=1>(不用區分大小寫)</FONT><TD><INPUT TYPE=text NAME="kaptcha" SIZE=8 AUTOCOMPLETE=off> <IMG SRC="kaptcha.jpg" ALIGN=absmiddle onclick="this.src='kaptcha.jpg?'+Math.floor(Math.random()*100)">
<TR><TD COLSPAN=2 ALIGN=center>{self.push("登入")} <a href="#" class="btn" onclick="document.forms[0].reset();return false;">清除</a>
</TABLE>
<INPUT TYPE=hidden NAME="spring-security-redirect" VALUE="/index.do">
</FORM>
<P><FONT SIZE=2>如無法登入，請撥資訊室分機261120</FONT></CENTER>""")

    def security_check(self, request: Request, session: dict) -> Response:
        self.takes(request, hospCode="campus", j_username="employee_id", j_password="portal_password", kaptcha="captcha")
        if request.method != "POST":
            return Response("Authentication method not supported: GET", 405, KIND)
        truth, user = self.truth, request.get("j_username").strip()
        reason = ""
        if not self.matched(session, request.get("kaptcha").strip().upper()):
            reason = "圖形驗證碼不正確"
        elif request.get("hospCode") != "T0" or user != truth.person.employee_id or request.get("j_password") != truth.portal_password:
            reason = "Bad credentials (帳號或密碼不正確)"
        if reason:
            truth.counts["sign_in_refused"] += 1
            session["SPRING_SECURITY_LAST_EXCEPTION"], session["LAST_USERNAME"] = reason, user
            return redirect("/portal/login.jsp?login_error=1")
        self.http.pop(session["id"], None)  # session-fixation-protection="migrateSession"
        session, cookies = self.fresh("/portal")
        session["hisKey"] = secrets.token_hex(16)
        truth.sessions.add("portal:" + session["hisKey"])
        truth.counts["sign_in"] += 1
        return redirect("/portal/index.do", *cookies)

    def index_do(self, request: Request, session: dict) -> Response:
        if "hisKey" not in session:
            return redirect("/portal/login.jsp")
        table = self.display("bulletin", ["日期", "標題"], [
            ["2026/09/12", "為符合薪資所得扣繳辦法及所得稅法之規定，請全院同仁填報「薪資所得免稅額申報表」"], ["2026/08/01", "新進醫事實習學生帳號說明"]])
        return self.html("Portal", f"""
<TABLE WIDTH=100% CLASS="top"><TR><TD>{escape(self.truth.person.name)} 您好! &nbsp; 總院差勤待簽 0 未核准 0 被駁回 0<TD ALIGN=right><a href="/portal/j_spring_security_logout">登出</a></TABLE>
<TABLE><TR><TD VALIGN=top WIDTH=220>
<FORM NAME="menuForm" ACTION="/portal/menu.do" METHOD="post"><INPUT TYPE=hidden NAME="funcId" VALUE="">
<DL><DT>個人管理
{"".join(f'''<DD><a href="#" onclick="document.forms[0].funcId.value='{f}';document.forms[0].submit();return false;">{t}</a>''' for f, t in (
    ("PM010", "更改密碼"), ("PM020", "個人簽章提醒設定"), ("PM030", "查詢員工連絡資料"), ("PM031", "維護個人連絡資料"), ("PM050", "個人就醫紀錄查詢")))}
</DL></FORM>
<TD VALIGN=top>全院公告 2<BR>{table}
</TABLE>""")

    def menu_do(self, request: Request, session: dict) -> Response:
        self.takes(request)
        if "hisKey" not in session:
            return redirect("/portal/login.jsp")
        page = {"PM010": "chgpwd.do", "PM031": "contact.do"}.get(request.get("funcId"))
        if not page:
            return self.html("Portal", '<SCRIPT>alert("您無此功能權限");history.back();</SCRIPT><a href="/portal/index.do">回功能選單</a>')
        return redirect(f"{self.urls['inner']}/hrm/{page}?SESSION={session['hisKey']}")

    def security_logout(self, request: Request, session: dict) -> Response:
        key = session.pop("hisKey", None)
        if key:
            self.truth.sessions.discard("portal:" + key)
            self.truth.counts["sign_out_portal"] += 1
        self.http.pop(session["id"], None)
        return redirect("/portal/login.jsp?bye=1")

    # ================================================================ /hrm (another Tomcat)
    def inner(self, request: Request) -> Response:
        return self.dispatch(request, "/hrm", {"/chgpwd.do": self.chgpwd, "/contact.do": self.contact, "/empsearch.do": self.empsearch})

    def known(self, request: Request) -> bool:
        return "portal:" + request.get("SESSION") in self.truth.sessions and request.get("SESSION") != ""

    def foot(self) -> str:
        return f'<HR><a href="{self.urls["portal"]}/portal/index.do">回功能選單</a>　<a href="{self.urls["portal"]}/portal/j_spring_security_logout">登出系統</a>'

    def struts_token(self, session: dict) -> str:
        session["TOKEN"] = secrets.token_hex(16)
        return f'<INPUT TYPE=hidden NAME="org.apache.struts.taglib.html.TOKEN" VALUE="{session["TOKEN"]}">'

    def nobody(self) -> Response:
        return self.html("error", f'連線逾時，請重新登入！<a href="{self.urls["portal"]}/portal/">登入畫面</a>')

    def chgpwd(self, request: Request, session: dict) -> Response:
        truth, word = self.truth, ""
        if request.method == "POST":
            self.takes(request, oldPasswd="old_password", newPasswd="new_password", confirmPasswd="new_password_again")
        if not self.known(request):
            return self.nobody()
        if request.method == "POST":
            new = request.get("newPasswd")
            if request.get("org.apache.struts.taglib.html.TOKEN") != session.pop("TOKEN", None):
                word = "請勿重複送出表單！"
            elif request.get("oldPasswd") != truth.portal_password:
                word = "原密碼輸入有誤！"
            elif new != request.get("confirmPasswd"):
                word = "二次輸入之新密碼不一致！"
            elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                word = "新密碼不符設定條件，請重新輸入！"
            else:
                truth.portal_password = new
                truth.counts["password_changed"] += 1
                return self.html("更改密碼", f"""<CENTER><H3>更改密碼</H3><TABLE BORDER=1 CELLPADDING=12><TR><TD BGCOLOR="#EEFFEE">密碼變更作業完成，新密碼即刻生效</TABLE>{self.foot()}</CENTER>""")
            truth.counts["password_refused"] += 1
        return self.html("更改密碼", f"""<CENTER><H3>更改密碼</H3>
<FORM NAME="chgPwdForm" METHOD="post" ACTION="/hrm/chgpwd.do">{self.struts_token(session)}
<INPUT TYPE=hidden NAME="SESSION" VALUE="{request.get("SESSION")}">
<DIV ID="errors" STYLE="color:red">{"<UL><LI>" + word + "</UL>" if word else ""}</DIV>
<TABLE BORDER=1 CELLSPACING=0 CELLPADDING=4>
<TR><TD CLASS=h NOWRAP>請輸入舊密碼：<TD><INPUT TYPE=password NAME="oldPasswd">
<TR><TD CLASS=h>請輸入新密碼：<TD><INPUT TYPE=password NAME="newPasswd" onkeyup="chk(this.value)">
<TR><TD CLASS=h>請再輸入新密碼：<TD><INPUT TYPE=password NAME="confirmPasswd">
<TR><TD CLASS=h>密碼強度檢核：<TD><SPAN ID="meter">&nbsp;</SPAN>
<TR><TD COLSPAN=2>密碼設定條件：<OL><LI>密碼長度不可少於8個字元<LI>密碼內容需包含英文及數字</OL>
</TABLE>
{self.push("確定更改")}
</FORM>
<SCRIPT>function chk(v){{document.getElementById('meter').innerHTML=v.length<8?'弱':'可';}}</SCRIPT>
{self.foot()}</CENTER>""")

    def contact(self, request: Request, session: dict) -> Response:
        truth, person, word = self.truth, self.truth.person, ""
        names = {"engLast": "english_surname", "engFirst": "english_given", "engMid": "english_middle", "offTel": "office_phone", "homTel": "home_phone", "mobTel": "mobile_phone"}
        if request.method == "POST":
            self.takes(request, mobTel="mobile_phone")
        if not self.known(request):
            return self.nobody()
        values = {n: truth.saved_contact.get(k, getattr(person, k)) for n, k in names.items()}
        if request.method == "POST":
            if request.get("org.apache.struts.taglib.html.TOKEN") != session.pop("TOKEN", None) or request.get("empNo") != person.employee_id or any(not request.has(n) for n in names):
                word = "請勿重複送出表單！"
            else:
                values = {n: request.get(n).strip() for n in names}
                if not re.fullmatch(r"09\d{8}", values["mobTel"]):
                    word = "行動電話應為 09 開頭之 10 碼數字！"
                else:
                    truth.saved_contact = {k: values[n] for n, k in names.items()}
                    truth.counts["contact_saved"] += 1
                    word = "異動資料儲存成功！"
        show = f'<SCRIPT LANGUAGE="JavaScript">alert("{word}");</SCRIPT>' if word else ""
        box = lambda n, size=16: f'<INPUT TYPE=text NAME="{n}" VALUE="{escape(values[n])}" SIZE={size}>'  # noqa: E731
        facts = self.display("emp", ["員工編號", "姓名", "單位"], [[person.employee_id, escape(person.name), person.unit]])
        return self.html("維護個人連絡資料", f"""{show}
<FORM NAME="q" ACTION="/hrm/empsearch.do" METHOD="get"><INPUT TYPE=hidden NAME="SESSION" VALUE="{request.get("SESSION")}">員工快查：<INPUT TYPE=text NAME="kw" SIZE=10>{self.push("查詢")}</FORM>
<H3>台大醫院---維護個人連絡資料</H3>{facts}
<FORM NAME="contactForm" METHOD="post" ACTION="/hrm/contact.do">{self.struts_token(session)}
<INPUT TYPE=hidden NAME="SESSION" VALUE="{request.get("SESSION")}"><INPUT TYPE=hidden NAME="empNo" VALUE="{person.employee_id}">
{self.push("異動儲存", 1)}
<TABLE BORDER=1 CELLSPACING=0>
<TR><TD>英文姓：<TD>{box("engLast")} ex:Chen(陳)
<TR><TD>英文首名：<TD>{box("engFirst")} ex: Yi-Fen(怡芬) <a href="#" onclick="alert('請依護照填寫');return false;">(說明)</a>
<TR><TD>英文中名：<TD>{box("engMid")} ex:Mary 為英文別名，如無，可不填
<TR><TD>辦公室電話：<TD>{box("offTel")} ex:61234或23123456
<TR><TD>住宅電話：<TD>{box("homTel")} ex:0223123456
<TR><TD>行動電話：<TD>{box("mobTel", 12)} ex:0952000000 <FONT COLOR=red>(如離職或更換門號，請記得調整此欄位)</FONT>
</TABLE></FORM>{self.foot()}""")

    def empsearch(self, request: Request, session: dict) -> Response:
        self.takes(request)
        return self.html("查詢", '<div class="exportlinks">Nothing found to display.</div>' + self.foot())

    # ================================================================ /netacct
    def account(self, request: Request) -> Response:
        return self.dispatch(request, "/netacct", {
            "/": self.help_index, "/verify.do": self.verify, "/phone.do": self.phone, "/setAccount.do": self.set_account,
            "/resetPwd.do": self.reset_pwd, "/exit.do": self.exit_do})

    def help_index(self, request: Request, session: dict) -> Response:
        faq = self.display("faq", ["問題", "說明"], [["密碼修改後多久可以生效", "即時生效。"], ["忘記密碼", "請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。"], ["如何註冊MOTP動態碼", "請至院內網參閱相關文件"]])
        return self.html("網路帳號", f"""<P>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼
<P>《規範》<BR>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<UL><LI>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。
<LI>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同，以確保個人資料安全。</UL>
<P>《常見問題與服務》{faq}
<P><a href="/netacct/verify.do?fn=1">啟用網路帳號及首次雲端帳號密碼設定</a><BR>啟用本院微軟相關服務，如：Office365, Outlook...
<P><a href="/netacct/verify.do?fn=2">重置雲端服務密碼</a><BR>重設非Portal帳號的密碼
<P><a href="#" onclick="alert('請洽資訊室');return false;">總院廠商VPN展延申請</a>""", "help")

    def verify(self, request: Request, session: dict) -> Response:
        """ID and code; the phone is asked by a page of its own."""
        truth, word = self.truth, ""
        if request.method == "POST":
            self.takes(request, acctNo="employee_id", otp="code")
            if "fn" not in session:
                return redirect("/netacct/")
            session["acctNo"] = request.get("acctNo").strip()
            if request.get("dispatch") == "sms":
                if session["acctNo"] != truth.person.employee_id:
                    word = "查無此員工編號"
                else:
                    return redirect("/netacct/phone.do")
            elif request.get("dispatch") == "next":
                code, since = session.get("otp", ("", 0.0))
                if not code or session["acctNo"] != truth.person.employee_id:
                    word = "請先發送簡訊動態碼"
                elif request.get("otp").strip() != code:
                    word = "簡訊動態碼驗證失敗"
                elif time.time() - since > 120:
                    word = "簡訊動態碼已超過有效時間，請重新發送"
                else:
                    session.pop("otp")
                    session["ok"] = session["fn"]
                    truth.sessions.add("account:" + session["id"])
                    truth.counts["code_accepted"] += 1
                    return redirect("/netacct/setAccount.do" if session["fn"] == "1" else "/netacct/resetPwd.do")
                truth.counts["code_refused"] += 1
        elif request.query.get("fn") in ("1", "2"):
            session["fn"] = request.query["fn"]
        elif "fn" not in session:
            return redirect("/netacct/")
        heading = "啟用網路帳號及首次雲端帳號密碼設定" if session["fn"] == "1" else "重置雲端服務密碼"
        sms = '<a href="#" onclick="document.forms[0].dispatch.value=\'sms\';document.forms[0].submit();return false;">[發送簡訊動態碼]</a>'
        return self.html("身分驗證", f"""注意事項<UL><LI>電子郵件別名第一次設定之後則不能修改，請慎重選擇。<LI>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<LI>請輸入帳號與簡訊動態碼後按「下一步」。</UL>
<FONT COLOR=red>{word}</FONT>
<FORM NAME="verifyForm" ACTION="/netacct/verify.do" METHOD=post><INPUT TYPE=hidden NAME="dispatch" VALUE="next">
<TABLE CLASS="simple"><CAPTION>{heading}</CAPTION>
<TR><TD>網路帳號 / 主職員工編號<TD><INPUT TYPE=text NAME="acctNo" VALUE="{escape(session.get("acctNo", ""))}">{sms}
<TR><TD>簡訊(或MOTP)動態碼<TD><INPUT TYPE=text NAME="otp" AUTOCOMPLETE=off>
<TR><TD COLSPAN=2 ALIGN=right>{self.push("下一步")}
</TABLE></FORM><a href="/netacct/">回首頁</a>""", "help")

    def phone(self, request: Request, session: dict) -> Response:
        truth, word = self.truth, ""
        if request.method == "POST":
            self.takes(request, cell="registered_phone")
        if session.get("acctNo") != truth.person.employee_id:
            return redirect("/netacct/")
        if request.method == "POST":
            if request.get("cell").strip() == truth.saved_contact.get("mobile_phone", truth.person.mobile_phone):
                session["otp"] = (truth.new_message(), time.time())
                return self.html("簡訊", """<CENTER><H4>動態碼簡訊發送成功</H4>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」<P><a href="/netacct/verify.do">確定</a></CENTER>""", "help")
            word = "<FONT COLOR=red>輸入門號與登記門號不同，無法發送</FONT><BR>"
        return self.html("簡訊", f"""<CENTER>{word}<FORM NAME="phoneForm" ACTION="/netacct/phone.do" METHOD=post>請輸入帳號登記的手機門號(10碼)<BR><INPUT TYPE=text NAME="cell" MAXLENGTH=10>
<P>{self.push("確定發送")} <a href="/netacct/verify.do">取消</a></FORM></CENTER>""", "help")

    @staticmethod
    def weak(one: str, two: str) -> str:
        if one != two:
            return "兩次密碼輸入不同"
        if len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search("[0-9]", one):
            return "密碼須8碼以上並含英文及數字"
        return ""

    def set_account(self, request: Request, session: dict) -> Response:
        truth, person, word = self.truth, self.truth.person, ""
        if request.method == "POST":
            self.takes(request, mailName="alias", cloudPwd="cloud_password", cloudPwd2="cloud_password_again")
        if session.get("ok") != "1":
            return redirect("/netacct/")
        leave = '<P><a href="/netacct/exit.do">登出</a>'
        alias = request.get("mailName").strip()
        if request.method == "POST":
            if request.get("dispatch") == "cancel":
                return redirect("/netacct/exit.do")
            if truth.alias:
                word = "雲端服務帳號早已設定，不可再次設定"
            elif request.get("org.apache.struts.taglib.html.TOKEN") != session.pop("TOKEN", None):
                word = "請勿重複送出"
            elif not re.fullmatch(r"[a-zA-Z][\w.-]{0,63}", alias, re.ASCII):
                word = "電子郵件名稱格式不符"
            elif alias.lower() == "taken.name":
                word = "此電子郵件名稱他人已使用"
            else:
                word = self.weak(request.get("cloudPwd"), request.get("cloudPwd2"))
            if not word:
                truth.alias, truth.cloud_password = alias, request.get("cloudPwd")
                truth.counts["activated"] += 1
                return self.html("完成", f"<H3>設定密碼與郵件別名</H3>作業完成，雲端服務帳號 <B>{alias}@ntuh.gov.tw</B> 建立成功，隔日可開始使用。{leave}", "help")
        facts = self.display("acct", ["網路帳號 / 主職員工編號", "帳號姓名", "主職單位", "有效期限"], [[person.employee_id, escape(person.name), person.unit, person.valid_until]])
        if truth.alias:
            return self.html("設定", f"<H3>設定密碼與郵件別名</H3><FONT COLOR=red>{word}</FONT>{facts}<P>雲端服務帳號：{truth.alias}@ntuh.gov.tw　狀態：使用中（已完成首次設定，別名不得修改）{leave}", "help")
        cancel = '<a href="#" onclick="document.forms[0].dispatch.value=\'cancel\';document.forms[0].submit();return false;">取消啟用</a>'
        return self.html("設定", f"""<H3>設定密碼與郵件別名</H3>雲端服務帳號說明：<OL><LI>雲端服務帳號為跨體系使用。<LI>服務於設定完成隔日生效。</OL><FONT COLOR=red>{word}</FONT>
{facts}
<FORM NAME="acctForm" ACTION="/netacct/setAccount.do" METHOD=post><INPUT TYPE=hidden NAME="dispatch" VALUE="save">{self.struts_token(session)}
<TABLE BORDER=0><TR><TD>雲端服務帳號<BR>(電子郵件名稱)<TD><INPUT TYPE=text NAME="mailName" VALUE="{escape(alias)}" MAXLENGTH=64>@ntuh.gov.tw 名稱長度限64字元內
<TR><TD>密碼<TD><INPUT TYPE=password NAME="cloudPwd"> 8碼以上，須含英文及數字
<TR><TD>再輸入一次密碼<TD><INPUT TYPE=password NAME="cloudPwd2">
<TR><TD><TD>{cancel} {self.push("啟用雲端服務")} 服務於設定完成隔日生效
</TABLE></FORM>{leave}""", "help")

    def reset_pwd(self, request: Request, session: dict) -> Response:
        word = ""
        if request.method == "POST":
            self.takes(request, cloudPwd="cloud_password", cloudPwd2="cloud_password_again")
        if session.get("ok") != "2":
            return redirect("/netacct/")
        if not self.truth.alias:
            return self.html("重置", '此帳號未曾啟用雲端服務，請先【啟用網路帳號】 <a href="/netacct/exit.do">離開</a>', "help")
        if request.method == "POST":
            word = self.weak(request.get("cloudPwd"), request.get("cloudPwd2"))
            if not word:
                self.truth.cloud_password = request.get("cloudPwd")
                return self.html("重置", '新密碼設定完成。 <a href="/netacct/exit.do">登出</a>', "help")
        return self.html("重置", f"""<H3>重置雲端服務密碼</H3><FONT COLOR=red>{word}</FONT><FORM NAME="resetForm" ACTION="/netacct/resetPwd.do" METHOD=post>
新密碼 <INPUT TYPE=password NAME="cloudPwd"><BR>再輸入一次 <INPUT TYPE=password NAME="cloudPwd2"><BR>{self.push("確定")}</FORM><a href="/netacct/exit.do">登出</a>""", "help")

    def exit_do(self, request: Request, session: dict) -> Response:
        if session.pop("ok", None):
            self.truth.sessions.discard("account:" + session["id"])
            self.truth.counts["sign_out_account"] += 1
        self.http.pop(session["id"], None)
        return redirect("/netacct/")

    # ================================================================ /webmail
    def mail(self, request: Request) -> Response:
        return self.dispatch(request, "/webmail", {
            "/": lambda r, s: redirect("/webmail/inbox.do"), "/login.jsp": self.mail_login, "/kaptcha.jpg": self.kaptcha("abcdefghijkmnpqrstuvwxyz23456789", 4),
            "/j_spring_security_check": self.mail_check, "/inbox.do": self.inbox, "/j_spring_security_logout": self.mail_logout})

    def mail_login(self, request: Request, session: dict) -> Response:
        last = session.pop("LAST", "")
        return self.html("WebMail", f"""<CENTER><FONT COLOR=red>{last}</FONT>
<FORM NAME="f" ACTION="/webmail/j_spring_security_check" METHOD=post><TABLE>
<TR><TD>帳號:<TD><INPUT TYPE=text NAME="j_username">
<TR><TD>密碼:<TD><INPUT TYPE=password NAME="j_password">
<TR><TD>驗證碼(小寫字母或數字):<TD><INPUT TYPE=text NAME="vcode" SIZE=6><IMG SRC="kaptcha.jpg">
<TR><TD COLSPAN=2><INPUT TYPE=checkbox NAME="_spring_security_remember_me" VALUE="on"> 記住登入資訊 (公用電腦請勿勾選)
<TR><TD COLSPAN=2><INPUT TYPE=submit VALUE="登 入">
</TABLE></FORM>公佈欄<BR>※如無法登入，請先至下方網址變更密碼，謝謝：<BR><a href="{self.urls["account"]}/netacct/">https://help.ntuh.gov.tw/</a></CENTER>""", "mail")

    def mail_check(self, request: Request, session: dict) -> Response:
        self.takes(request, j_username="mail_account", j_password="mail_password", vcode="captcha")
        truth = self.truth
        if not self.matched(session, request.get("vcode").strip()):
            session["LAST"] = "驗證碼錯誤"
        elif not truth.alias or request.get("j_username").strip().lower().split("@")[0] != truth.alias.lower() or request.get("j_password") != truth.cloud_password:
            session["LAST"] = "登入失敗：帳號或密碼不正確"
        else:
            session["in"] = True
            truth.sessions.add("mail:" + session["id"])
            truth.counts["mail_sign_in"] += 1
            return redirect("/webmail/inbox.do")
        return redirect("/webmail/login.jsp?login_error=1")

    def inbox(self, request: Request, session: dict) -> Response:
        if not session.get("in"):
            return redirect("/webmail/login.jsp")
        return self.html("收件匣", f'{self.truth.alias}@ntuh.gov.tw <a href="/webmail/j_spring_security_logout">登出</a><H3>收件匣</H3>' + self.display(
            "mail", ["寄件人", "主旨", "日期"], [["資訊室", "電子信箱使用須知", "2026/09/01"]]), "mail")

    def mail_logout(self, request: Request, session: dict) -> Response:
        if session.pop("in", None):
            self.truth.sessions.discard("mail:" + session["id"])
            self.truth.counts["sign_out_mail"] += 1
        return redirect("/webmail/login.jsp")

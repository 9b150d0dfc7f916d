"""A ColdFusion MX 7 intranet of 2006: .cfm addresses, CFID/CFTOKEN, cfform scripts, tables in tables, Big5."""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

HEAD = """<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5"><TITLE>%s</TITLE>
<SCRIPT TYPE="text/javascript" SRC="/CFIDE/scripts/cfform.js"></SCRIPT>
<STYLE>TD{font-size:10pt;font-family:細明體} .err{color:red} .t{background:#336699;color:white}</STYLE></HEAD>
<BODY BGCOLOR="#FFFFFF" TOPMARGIN=0 LEFTMARGIN=0>
<TABLE WIDTH=780 BORDER=0 CELLPADDING=0 CELLSPACING=0 ALIGN=center><TR><TD CLASS=t HEIGHT=40>&nbsp;<B>%s</B>
<TR><TD>%s</TABLE>
<!-- Application.cfm / OnRequestEnd.cfm 2006-03 --></BODY></HTML>"""


def cfcheck(number: int, *needed: tuple[str, str]) -> str:
    """The script which <cfform> writes in front of its form."""
    tests = "".join(
        f"    if (!_CF_hasValue(_CF_this['{name}'], \"TEXT\", false)) {{ _CF_onError(_CF_this, \"{name}\", _CF_this['{name}'].value, \"{words}\"); _CF_error_exists = true; }}\n"
        for name, words in needed
    )
    return f"""<SCRIPT TYPE="text/javascript">
<!--
function _CF_checkCFForm_{number}(_CF_this) {{
    _CF_error_exists = false; _CF_error_messages = new Array(); _CF_error_fields = new Object();
{tests}    if (_CF_error_exists) {{ alert(_CF_error_messages.join("\\n")); return false; }} else {{ return true; }}
}}
//-->
</SCRIPT>
"""


class TheSite(Site):
    title = "coldfusion_2006"
    charset = "cp950"

    def __init__(self) -> None:
        super().__init__()
        self.jar: dict[str, dict] = {}

    # ---- plumbing
    def page(self, title: str, body: str, *headers: tuple[str, str]) -> Response:
        return Response(HEAD % (title, title, body), kind="text/html; charset=big5", headers=list(headers))

    def box(self, title: str, words: str, link: str, label: str) -> Response:
        return self.page(title, f"""<BR><TABLE BORDER=1 WIDTH=420 ALIGN=center CELLPADDING=8><TR><TD BGCOLOR=#EEEEEE>{title}
<TR><TD><FONT COLOR="#990000">{words}</FONT><P><A HREF="{link}">{label}</A></TABLE>""")

    def who(self, request: Request, site: str) -> tuple[str, dict]:
        token = request.query.get("SESSION") or request.cookies.get("CFTOKEN_" + site, "")
        return token, self.jar.get(site + token, {})

    def begin(self, site: str) -> tuple[str, tuple[str, str]]:
        token = secrets.token_hex(16)
        self.jar[site + token] = {"since": time.time()}
        return token, ("Set-Cookie", f"CFTOKEN_{site}={token}; path=/")

    def stamp(self, state: dict) -> str:
        state["stamp"] = secrets.token_hex(8).upper()
        return f'<INPUT TYPE=hidden NAME="FORMSTAMP" VALUE="{state["stamp"]}">'

    def stamped(self, request: Request, state: dict) -> bool:
        return bool(request.get("FORMSTAMP")) and request.get("FORMSTAMP") == state.pop("stamp", None)

    def captcha_ok(self, request: Request, name: str) -> bool:
        right, self.truth.captcha = self.truth.captcha, ""
        return bool(right) and request.get(name).strip().upper() == right.upper()

    # ---- PORTAL
    def portal(self, request: Request) -> Response:
        if request.path == "/favicon.ico":
            return Response("Not Found", 404)
        path = request.path.lower()
        if path == "/":
            return redirect("/portal/index.cfm")
        if path == "/cfide/scripts/cfform.js":
            return Response("function _CF_hasValue(o,t,c){return o.value.length>0;}\nfunction _CF_onError(f,n,v,m){_CF_error_messages.push(m);}\n", kind="text/javascript")
        if path == "/portal/code.cfm":
            return Response(picture(self.truth.captcha, "JPEG"), kind="image/jpeg")
        if path == "/portal/index.cfm":
            return self.sign_in_page("")
        if path == "/portal/act_login.cfm" and request.method == "POST":
            return self.sign_in(request)
        token, state = self.who(request, "P")
        if "portal:" + token not in self.truth.sessions:
            return self.box("系統訊息", "您尚未登入或連線逾時。", "/portal/index.cfm", "重新登入")
        if path == "/portal/dsp_menu.cfm":
            inner = self.urls["inner"]
            return self.page("醫療資訊系統 - 功能選單", f"""<TABLE WIDTH="100%"><TR><TD>您好! {self.truth.person.name}
<TD ALIGN=right><A HREF="act_logout.cfm?SESSION={token}">登出系統</A></TABLE>
<TABLE BORDER=0 WIDTH="100%"><TR VALIGN=top><TD WIDTH=200><TABLE BORDER=1 WIDTH="100%"><TR><TD CLASS=t>個人管理
<TR><TD><A HREF="{inner}/hr/dsp_passwd.cfm?SESSION={token}">更改密碼</A>
<TR><TD><A HREF="dsp_none.cfm?SESSION={token}">員工待遇福利查詢</A><TR><TD><A HREF="dsp_none.cfm?SESSION={token}">查詢員工連絡資料</A>
<TR><TD><A HREF="{inner}/hr/dsp_contact.cfm?SESSION={token}">維護個人連絡資料</A>
<TR><TD><A HREF="dsp_none.cfm?SESSION={token}">個人就醫紀錄查詢</A></TABLE>
<TD><TABLE BORDER=1 WIDTH="100%"><TR><TD CLASS=t COLSPAN=2>全院公告<TR><TD>2006/05/12<TD>請同仁定期更新個人資料，謝謝！</TABLE></TABLE>""")
        if path == "/portal/act_logout.cfm":
            self.truth.sessions.discard("portal:" + token)
            self.truth.counts["sign_out_portal"] += 1
            return self.box("登出", "您已安全登出系統。", "/portal/index.cfm", "回登入畫面")
        return self.box("系統訊息", "此功能目前未開放。", f"/portal/dsp_menu.cfm?SESSION={token}", "回功能選單")

    def sign_in_page(self, words: str) -> Response:
        self.truth.new_captcha()
        token, cookie = self.begin("L")
        return self.page("國立臺大醫院 醫療資訊系統", cfcheck(1, ("USERID", "請輸入帳號"), ("PASSWD", "請輸入密碼"), ("VCODE", "請輸入驗證碼")) + f"""
<TABLE WIDTH="100%"><TR><TD WIDTH=260 VALIGN=top>
<FORM NAME="qry" ACTION="dsp_search.cfm" METHOD="get"><INPUT TYPE=text NAME="KW" SIZE=12><INPUT TYPE=submit VALUE="站內搜尋"></FORM>
<FONT SIZE=2>數位學習<BR>KM系統<BR>表單下載</FONT><TD>
<FORM NAME="CFForm_1" ACTION="act_login.cfm" METHOD="post" onSubmit="return _CF_checkCFForm_1(this)">{self.stamp(self.jar["L" + token])}
<TABLE BORDER=1 CELLPADDING=4><TR><TD>院區<TD><SELECT NAME="HOSP"><OPTION VALUE="T0" SELECTED>總院區<OPTION VALUE="T2">北護分院<OPTION VALUE="Y0">雲林分院</SELECT>
<TR><TD>帳　號<TD><INPUT TYPE="text" NAME="USERID" MAXLENGTH=10>
<TR><TD>密　碼<TD><INPUT TYPE="password" NAME="PASSWD" MAXLENGTH=30>
<TR><TD>驗證碼<TD><INPUT TYPE="text" NAME="VCODE" SIZE=8 MAXLENGTH=6> (不用區分大小寫)<BR><IMG SRC="code.cfm?R={secrets.token_hex(4)}" ALT="驗證碼">
<TR><TD COLSPAN=2 ALIGN=center><INPUT TYPE="submit" NAME="BTNGO" VALUE="登 入"> <INPUT TYPE="reset" VALUE="清除"></TABLE>
<INPUT TYPE=hidden NAME="USERID_required" VALUE="請輸入帳號"></FORM><FONT CLASS=err COLOR=red>{words}</FONT></TABLE>""", cookie)

    def sign_in(self, request: Request) -> Response:
        self.takes(request, HOSP="campus", USERID="employee_id", PASSWD="portal_password", VCODE="captcha")
        state = self.jar.get("L" + request.cookies.get("CFTOKEN_L", ""), {})
        if not self.stamped(request, state) or not request.get("USERID_required"):
            return self.sign_in_page("畫面已過期，請重新輸入。")
        if not self.captcha_ok(request, "VCODE"):
            self.truth.counts["sign_in_refused"] += 1
            return self.sign_in_page("驗證碼輸入錯誤，請依新圖形重新輸入。")
        if request.get("HOSP") != "T0" or request.get("USERID") != self.truth.person.employee_id or request.get("PASSWD") != self.truth.portal_password:
            self.truth.counts["sign_in_refused"] += 1
            return self.sign_in_page("帳號或密碼不正確，請查明後再登入。")
        token, cookie = self.begin("P")
        self.truth.sessions.add("portal:" + token)
        self.truth.counts["sign_in"] += 1
        return redirect(f"/portal/dsp_menu.cfm?SESSION={token}", cookie)

    # ---- inner pages
    def inner(self, request: Request) -> Response:
        token, state = self.who(request, "P")
        back = f"{self.urls['portal']}/portal/dsp_menu.cfm?SESSION={token}"
        foot = f'<P><A HREF="{back}">回功能選單</A>｜<A HREF="{self.urls["portal"]}/portal/act_logout.cfm?SESSION={token}">登出系統</A>'
        if "portal:" + token not in self.truth.sessions:
            return self.box("系統訊息", "連線逾時，請重新登入。", self.urls["portal"] + "/portal/index.cfm", "重新登入")
        if request.path == "/hr/dsp_passwd.cfm":
            return self.password_page(token, state, "", foot)
        if request.path == "/hr/act_passwd.cfm" and request.method == "POST":
            self.takes(request, OLDPWD="old_password", NEWPWD="new_password", NEWPWD2="new_password_again")
            old, new, again = request.get("OLDPWD"), request.get("NEWPWD"), request.get("NEWPWD2")
            words = ""
            if not self.stamped(request, state):
                words = "畫面已過期，請重新輸入。"
            elif old != self.truth.portal_password:
                words = "舊密碼輸入錯誤！"
            elif new != again:
                words = "兩次輸入之新密碼不同！"
            elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new) or new == old:
                words = "新密碼不符合密碼設定條件！"
            if words:
                self.truth.counts["password_refused"] += 1
                return self.password_page(token, state, words, foot)
            self.truth.portal_password = new
            self.truth.counts["password_changed"] += 1
            return self.box("更改密碼", "密碼已更新完成，下次登入請使用新密碼。", back, "回功能選單")
        if request.path == "/hr/dsp_contact.cfm":
            return self.contact_page(token, state, "", foot)
        if request.path == "/hr/act_contact.cfm" and request.method == "POST":
            self.takes(request, MOBILE="mobile_phone")
            if not self.stamped(request, state):
                return self.contact_page(token, state, "畫面已過期，資料未儲存。", foot)
            if not re.fullmatch("09[0-9]{8}", request.get("MOBILE")):
                return self.contact_page(token, state, "行動電話格式錯誤，資料未儲存。", foot)
            for key, name in self.FIELDS:
                if request.has(name):
                    self.truth.saved_contact[key] = request.get(name)
            self.truth.counts["contact_saved"] += 1
            return self.contact_page(token, state, "資料異動完成。", foot)
        return Response("File not found: " + escape(request.path), 404)

    FIELDS = (("english_surname", "ENG_LAST"), ("english_given", "ENG_FIRST"), ("english_middle", "ENG_MID"),
              ("office_phone", "TEL_O"), ("home_phone", "TEL_H"), ("mobile_phone", "MOBILE"))

    def password_page(self, token: str, state: dict, words: str, foot: str) -> Response:
        return self.page("更改密碼", cfcheck(2, ("OLDPWD", "請輸入舊密碼"), ("NEWPWD", "請輸入新密碼"), ("NEWPWD2", "請再輸入新密碼")) + f"""
<FORM NAME="CFForm_2" ACTION="act_passwd.cfm?SESSION={token}" METHOD="post" onSubmit="return _CF_checkCFForm_2(this)">{self.stamp(state)}
<FONT CLASS=err COLOR=red>{words}</FONT><TABLE BORDER=1 CELLPADDING=4>
<TR><TD ALIGN=right>請輸入舊密碼：<TD><INPUT TYPE="password" NAME="OLDPWD"><TR><TD ALIGN=right>請輸入新密碼：<TD><INPUT TYPE="password" NAME="NEWPWD">
<TR><TD ALIGN=right>請再輸入新密碼：<TD><INPUT TYPE="password" NAME="NEWPWD2"><TR><TD>密碼強度檢核：<TD>&nbsp;
<TR><TD>密碼設定條件：<TD>1.密碼長度不可少於8個字元<BR>2.密碼內容需包含英文及數字
<TR><TD COLSPAN=2 ALIGN=center><INPUT TYPE="submit" NAME="BTNPWD" VALUE="更改密碼"></TABLE></FORM>{foot}""")

    def contact_page(self, token: str, state: dict, words: str, foot: str) -> Response:
        v = {n: escape(self.truth.saved_contact.get(k, getattr(self.truth.person, k)), True) for k, n in self.FIELDS}
        p = self.truth.person
        return self.page("台大醫院---維護個人連絡資料", cfcheck(3, ("MOBILE", "請輸入行動電話")) + f"""
<FORM NAME="CFForm_3" ACTION="act_contact.cfm?SESSION={token}" METHOD="post" onSubmit="return _CF_checkCFForm_3(this)">{self.stamp(state)}
<INPUT TYPE="submit" NAME="BTNSAVE" VALUE="異動儲存"> <FONT COLOR=blue>{words}</FONT>
<TABLE BORDER=1 WIDTH="100%" CELLPADDING=3><TR><TD>員工編號：<TD>{p.employee_id}<TD>姓名：<TD>{p.name}
<TR><TD>英文姓：<TD COLSPAN=3><INPUT NAME="ENG_LAST" VALUE="{v['ENG_LAST']}"> ex:Chen(陳)
<TR><TD>英文首名：<TD COLSPAN=3><INPUT NAME="ENG_FIRST" VALUE="{v['ENG_FIRST']}"> ex: Yi-Fen(怡芬)
<TR><TD>英文中名：<TD COLSPAN=3><INPUT NAME="ENG_MID" VALUE="{v['ENG_MID']}"> ex:Mary 為英文別名，如無，可不填
<TR><TD>辦公室電話：<TD><INPUT NAME="TEL_O" VALUE="{v['TEL_O']}"><BR>ex:61234或23123456<TD>住宅電話：<TD><INPUT NAME="TEL_H" VALUE="{v['TEL_H']}"><BR>ex:0223123456
<TR><TD>行動電話：<TD COLSPAN=3><INPUT NAME="MOBILE" VALUE="{v['MOBILE']}" MAXLENGTH=10> ex:0952000000 (如離職或更換門號，請記得調整此欄位)
</TABLE></FORM>{foot}""")

    # ---- account site
    def account(self, request: Request) -> Response:
        path, token, state = request.path, *self.who(request, "A")
        if path == "/":
            return self.page("網路帳號服務", """<TABLE CELLPADDING=6><TR><TD><B>《規範》</B><BR>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用。
<UL><LI>請勿借用或盜用。<LI>請注意此帳號密碼與醫療行政系統(Portal)不同。</UL><TR><TD><B>《常見問題與服務》</B><BR>密碼修改後多久可以生效：即時生效。
<TR><TD><A HREF="/acct/dsp_proof.cfm?GO=new">啟用網路帳號及首次雲端帳號密碼設定</A><BR>啟用本院微軟相關服務
<TR><TD><A HREF="/acct/dsp_proof.cfm?GO=reset">重置雲端服務密碼</A><BR>重設非Portal帳號的密碼<TR><TD><A HREF="/acct/dsp_vpn.cfm">總院廠商VPN展延申請</A></TABLE>""")
        if path == "/acct/dsp_proof.cfm":
            token, cookie = self.begin("A")
            state = self.jar["A" + token]
            state["go"] = "reset" if request.get("GO") == "reset" else "new"
            return self.proof_page(state, "", cookie)
        if not state:
            return self.box("系統訊息", "畫面已過期，請由首頁重新進入。", "/", "回首頁")
        if path == "/acct/act_proof.cfm" and request.method == "POST":
            self.takes(request, EMPNO="employee_id", OTP="code")
            if not self.stamped(request, state):
                return self.proof_page(state, "畫面已過期，請重新輸入。")
            if request.has("BTNSMS"):
                if request.get("EMPNO") != self.truth.person.employee_id:
                    return self.proof_page(state, "查無此網路帳號。")
                state["emp"] = request.get("EMPNO")
                return self.phone_page(state, "")
            if request.get("EMPNO") != state.get("emp") or not state.get("code") or time.time() - state["sent"] > 120 or request.get("OTP") != state["code"]:
                self.truth.counts["code_refused"] += 1
                return self.proof_page(state, "動態碼錯誤或已逾有效時間，請確認後重新輸入。")
            state["code"], state["ok"] = "", True
            self.truth.sessions.add("account:" + token)
            self.truth.counts["code_accepted"] += 1
            return redirect("/acct/dsp_cloud.cfm")
        if path == "/acct/act_phone.cfm" and request.method == "POST":
            self.takes(request, PHONE="registered_phone")
            if not self.stamped(request, state) or not state.get("emp") or request.has("BTNCANCEL"):
                return self.proof_page(state, "")
            if request.get("PHONE") != self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone):
                return self.phone_page(state, "手機門號與登記資料不符。")
            state["code"], state["sent"] = self.truth.new_message(), time.time()
            return self.proof_page(state, "成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」")
        if "account:" + token not in self.truth.sessions:
            return self.box("系統訊息", "請先進行身分驗證。", "/", "回首頁")
        if path == "/acct/act_exit.cfm":
            self.truth.sessions.discard("account:" + token)
            self.truth.counts["sign_out_account"] += 1
            return self.box("登出", "您已離開帳號設定。", "/", "回首頁")
        if path == "/acct/dsp_cloud.cfm":
            return self.cloud_page(state, "")
        if path == "/acct/act_cloud.cfm" and request.method == "POST":
            return self.cloud(request, state)
        return Response("File not found", 404)

    def proof_page(self, state: dict, words: str, *headers: tuple[str, str]) -> Response:
        name = "重置雲端服務密碼" if state["go"] == "reset" else "啟用網路帳號及首次雲端帳號密碼設定"
        return self.page(name, f"""<P>注意事項<UL><LI>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<LI>請輸入帳號與簡訊動態碼後按「下一步」。</UL>
<FONT CLASS=err COLOR=red>{words}</FONT><FORM NAME="CFForm_4" ACTION="act_proof.cfm" METHOD="post">{self.stamp(state)}<TABLE BORDER=1 CELLPADDING=5>
<TR><TD>網路帳號 / 主職員工編號<TD><INPUT NAME="EMPNO" MAXLENGTH=6 VALUE="{state.get('emp', '')}"><TD><INPUT TYPE="submit" NAME="BTNSMS" VALUE="發送簡訊動態碼">
<TR><TD>簡訊(或MOTP)動態碼<TD COLSPAN=2><INPUT NAME="OTP" MAXLENGTH=8 AUTOCOMPLETE="off">
<TR><TD COLSPAN=3 ALIGN=right><INPUT TYPE="submit" NAME="BTNNEXT" VALUE="下一步"></TABLE></FORM><A HREF="/">回首頁</A>""", *headers)

    def phone_page(self, state: dict, words: str) -> Response:
        return self.page("發送簡訊動態碼", f"""<FORM NAME="CFForm_5" ACTION="act_phone.cfm" METHOD="post">{self.stamp(state)}<TABLE BORDER=1 ALIGN=center CELLPADDING=8>
<TR><TD>請輸入帳號登記的手機門號(10碼)<TR><TD><INPUT NAME="PHONE" MAXLENGTH=10> <FONT CLASS=err COLOR=red>{words}</FONT>
<TR><TD><INPUT TYPE="submit" NAME="BTNSEND" VALUE="確定發送"> <INPUT TYPE="submit" NAME="BTNCANCEL" VALUE="取消"></TABLE></FORM>""")

    def cloud_page(self, state: dict, words: str) -> Response:
        p, reset, done = self.truth.person, state["go"] == "reset", bool(self.truth.alias)
        pair = """<TR><TD>雲端服務密碼<TD><INPUT TYPE="password" NAME="CPWD"> 至少8碼，含英文及數字<TR><TD>確認雲端服務密碼<TD><INPUT TYPE="password" NAME="CPWD2">"""
        if done and not reset:
            rows = f"<TR><TD>雲端服務帳號 (電子郵件名稱)<TD>{self.truth.alias}@ntuh.gov.tw<TR><TD>狀態<TD>此帳號之雲端服務先前已啟用，不需再次設定。"
        elif reset:
            rows = (pair + '<TR><TD COLSPAN=2><INPUT TYPE="submit" NAME="BTNRESET" VALUE="重置雲端服務密碼">') if done else "<TR><TD COLSPAN=2>尚未啟用雲端服務帳號，無法重置密碼。"
        else:
            rows = f"""<TR><TD>雲端服務帳號 (電子郵件名稱)<TD><INPUT NAME="MAILNAME" MAXLENGTH=64>@ntuh.gov.tw 名稱長度限64字元內{pair}
<TR><TD COLSPAN=2 ALIGN=center><INPUT TYPE="submit" NAME="BTNCANCEL" VALUE="取消啟用"> <INPUT TYPE="submit" NAME="BTNACT" VALUE="啟用雲端服務">"""
        return self.page("設定密碼與郵件別名", f"""<FONT CLASS=err COLOR=red>{words}</FONT><FORM NAME="CFForm_6" ACTION="act_cloud.cfm" METHOD="post">{self.stamp(state)}
<TABLE BORDER=1 CELLPADDING=5><TR><TD>網路帳號 / 主職員工編號<TD>{p.employee_id}<TR><TD>帳號姓名<TD>{p.name}<TR><TD>主職單位<TD>{p.unit}<TR><TD>有效期限<TD>{p.valid_until}
{rows}</TABLE></FORM><A HREF="act_exit.cfm">登出</A>""")

    def cloud(self, request: Request, state: dict) -> Response:
        self.takes(request, MAILNAME="alias", CPWD="cloud_password", CPWD2="cloud_password_again")
        t, name, one = self.truth, request.get("MAILNAME").strip(), request.get("CPWD")
        if not self.stamped(request, state):
            return self.cloud_page(state, "畫面已過期，請重新輸入。")
        if request.has("BTNCANCEL"):
            return self.box("取消啟用", "您已取消，雲端服務未啟用。", "act_exit.cfm", "登出")
        reset = state["go"] == "reset"
        if bool(t.alias) != reset:
            return self.cloud_page(state, "無法執行，請確認帳號啟用狀態。")
        if not reset and (not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", name) or name.lower() == "taken.name"):
            return self.cloud_page(state, "電子郵件名稱已有人使用，請更換。" if name.lower() == "taken.name" else "電子郵件名稱格式不符。")
        if one != request.get("CPWD2") or len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search("[0-9]", one):
            return self.cloud_page(state, "雲端服務密碼不符規定或兩次輸入不同。")
        t.cloud_password = one
        if reset:
            return self.box("重置雲端服務密碼", "雲端服務密碼重置完成。", "act_exit.cfm", "登出")
        t.alias = name
        t.counts["activated"] += 1
        return self.box("設定完成", f"雲端服務已為您開通：{name}@ntuh.gov.tw，將於隔日生效。", "act_exit.cfm", "登出")

    # ---- webmail
    def mail(self, request: Request) -> Response:
        if request.path == "/favicon.ico":
            return Response("Not Found", 404)
        path, token = request.path, request.cookies.get("CFTOKEN_M", "")
        if path == "/":
            return self.mail_page("")
        if path == "/code.cfm":
            return Response(picture(self.truth.captcha, "JPEG"), kind="image/jpeg")
        if path == "/act_mlogin.cfm" and request.method == "POST":
            self.takes(request, MACC="mail_account", MPWD="mail_password", MCODE="captcha")
            if not self.captcha_ok(request, "MCODE"):
                return self.mail_page("驗證碼錯誤，請重新輸入。")
            if not self.truth.alias or request.get("MACC").split("@")[0] != self.truth.alias or request.get("MPWD") != self.truth.cloud_password:
                return self.mail_page("帳號或密碼錯誤。")
            token, cookie = self.begin("M")
            self.truth.sessions.add("mail:" + token)
            self.truth.counts["mail_sign_in"] += 1
            return redirect("/dsp_inbox.cfm", cookie)
        if "mail:" + token not in self.truth.sessions:
            return redirect("/")
        if path == "/act_mlogout.cfm":
            self.truth.sessions.discard("mail:" + token)
            self.truth.counts["sign_out_mail"] += 1
            return self.box("登出", "您已登出電子信箱。", "/", "回登入畫面")
        return self.page("收件匣", f"""{self.truth.alias}@ntuh.gov.tw <A HREF="act_mlogout.cfm">登出</A><TABLE BORDER=1 WIDTH="100%"><TR><TD>寄件者<TD>主旨<TR><TD>資訊室<TD>歡迎使用</TABLE>""")

    def mail_page(self, words: str) -> Response:
        self.truth.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5)
        return self.page("電子信箱", f"""<FORM NAME="CFForm_7" ACTION="/act_mlogin.cfm" METHOD="post"><TABLE CELLPADDING=5><TR><TD>帳號:<TD><INPUT NAME="MACC">@ntuh.gov.tw
<TR><TD>密碼:<TD><INPUT TYPE="password" NAME="MPWD"><TR><TD>驗證碼(小寫字母或數字):<TD><INPUT NAME="MCODE" MAXLENGTH=5><IMG SRC="/code.cfm?R={secrets.token_hex(3)}">
<TR><TD COLSPAN=2><INPUT TYPE="checkbox" NAME="MKEEP" VALUE="1"> 記住登入資訊 (公用電腦請勿勾選)<TR><TD COLSPAN=2><INPUT TYPE="submit" VALUE="登入"></TABLE></FORM>
<FONT CLASS=err COLOR=red>{words}</FONT><P>公佈欄：體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。""")

"""A Struts 1 "帳號管理系統" by an SI vendor, delivered in 2013 and never touched again.

Its developer: 小陳 of a vendor in 中和, who came from a bank project and copied its `common.js`, its DispatchAction with a hidden
`method`, its `custId` and `chkNo`. He draws buttons as images, tells everything by alert(), and forgets alt-texts for decorations.
"""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

TOKEN = "org.apache.struts.taglib.html.TOKEN"
CAMPUS = (("", "請選擇"), ("11", "總院區"), ("12", "北護分院"), ("13", "金山分院"), ("21", "新竹分院"), ("31", "雲林分院"))
COMMON_JS = """/* common.js  v1.3  2011/06/20 */
function doAct(m){ var f=document.forms[0]; f.method.value=m; f.submit(); }
function trim(s){ return s.replace(/(^\\s*)|(\\s*$)/g,''); }
function noEmpty(o,n){ if(trim(o.value)==''){ alert('\\u8acb\\u8f38\\u5165'+n); o.focus(); return false; } return true; }
function goUrl(u){ window.location.href=u; }
"""


class TheSite(Site):
    title = "JSP/Struts account system of an SI vendor, 2013"
    charset = "cp950"

    def __init__(self) -> None:
        super().__init__()
        self.tokens: dict[str, str] = {}
        self.users: set[str] = set()
        self.acct: dict[str, dict] = {}
        self.mbox: set[str] = set()

    # ---- pages
    def jsp(self, name: str, inside: str, onload: str = "", headers: list | None = None, frame: bool = False) -> Response:
        body = inside if frame else f"<BODY bgcolor=#EEF3F9 leftmargin=0 topmargin=0{onload}>\n{inside}\n</BODY>"
        return Response(f"""

<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<HTML>
<HEAD>
<META http-equiv="Content-Type" content="text/html; charset=big5">
<META http-equiv="Pragma" content="no-cache">
<TITLE>{name}</TITLE>
<SCRIPT language="javascript" src="/js/common.js"></SCRIPT>
<STYLE> td {{ font-size:10pt; font-family:細明體 }} .t {{ background:#336699; color:white }} </STYLE>
</HEAD>
{body}
</HTML>
""", kind="text/html; charset=big5", headers=headers or [])

    def tell(self, words: str, to: str, headers: list | None = None, top: bool = False) -> Response:
        where = "top" if top else "self"
        return Response(f"<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=big5\"></head><body>\n<script language='javascript'>\nalert('{words}');\n{where}.location.href='{to}';\n</script>\n</body></html>",
                        kind="text/html; charset=big5", headers=headers or [])

    def token(self, page: str) -> str:
        value = secrets.token_hex(16)
        self.tokens[value] = page
        return f'<INPUT type=hidden name="{TOKEN}" value="{value}">'

    def fresh(self, request: Request, page: str) -> bool:
        return self.tokens.pop(request.get(TOKEN), None) == page

    def common(self, request: Request) -> Response | None:
        if request.path == "/js/common.js": return Response(COMMON_JS, kind="application/x-javascript")
        if request.path.startswith("/images/"): return Response("", 404)
        return None

    # ---- portal
    def portal(self, request: Request) -> Response:
        given = self.common(request)
        if given: return given
        path = request.path.split(";")[0]
        if path == "/":
            return Response("<html><head><meta http-equiv=refresh content='0; URL=/hisportal/login.do?method=init'></head></html>", kind="text/html; charset=big5")
        if path == "/hisportal/chkimg.jsp": return Response(picture(self.truth.new_captcha(), "JPEG"), kind="image/jpeg", headers=[("Pragma", "no-cache")])
        if path == "/hisportal/login.do": return self.do_login(request) if request.method == "POST" else self.login_form()
        sid = request.query.get("SID", "")
        if sid not in self.users: return self.tell("連線逾時, 請重新登入!", "/hisportal/login.do?method=init", top=True)
        if path == "/hisportal/main.jsp":
            return self.jsp("醫療資訊入口", f'<FRAMESET rows="58,*" border=0><FRAME name="topF" src="top.jsp?SID={sid}" scrolling=no noresize><FRAMESET cols="190,*"><FRAME name="menuF" src="menu.jsp?SID={sid}"><FRAME name="workF" src="news.jsp?SID={sid}"></FRAMESET></FRAMESET>', frame=True)
        if path == "/hisportal/top.jsp":
            return self.jsp("top", f'<TABLE width=100%><TR><TD class=t><IMG src="/images/logo.gif"> 台大醫院 醫療資訊系統<TD align=right>{self.truth.person.name} 您好!&nbsp;<A href="logout.do?SID={sid}" target=_top><IMG src="/images/b_logout.gif" border=0 alt="登出"></A></TABLE>')
        if path == "/hisportal/menu.jsp":
            own = f"{self.urls['inner']}/emp"
            rows = [("更改密碼", f"{own}/chgPwd.do?method=init&SID={sid}"), ("個人簽章提醒設定", f"none.jsp?SID={sid}"), ("查詢員工連絡資料", f"none.jsp?SID={sid}&p=2"),
                    ("維護個人連絡資料", f"{own}/contact.do?method=query&SID={sid}"), ("員工扣繳憑單查詢", f"none.jsp?SID={sid}&p=3")]
            links = "".join(f'<TR><TD>&nbsp;<IMG src="/images/dot.gif"><A href="{escape(u)}" target="workF">{t}</A>\n' for t, u in rows)
            return self.jsp("menu", f"<TABLE border=0><TR><TD class=t>醫療系統<TR><TD class=t>行政系統<TR><TD class=t>個人管理\n{links}</TABLE>")
        if path == "/hisportal/news.jsp":
            return self.jsp("news", "<CENTER><B>全院公告</B><TABLE border=1><TR><TD>日期<TD>標題<TR><TD>2013/12/13<TD>新系統上線, 請由左方選單選取功能</TABLE></CENTER>")
        if path == "/hisportal/none.jsp": return self.jsp("none", "<FONT color=red>您無權限使用此功能</FONT>")
        if path == "/hisportal/logout.do":
            self.users.discard(sid)
            self.truth.sessions.discard("portal:" + sid)
            self.truth.counts["sign_out_portal"] += 1
            return self.tell("您已登出系統", "/hisportal/login.do?method=init", top=True)
        return Response("HTTP Status 404", 404)

    def login_form(self, who: str = "", words: str = "") -> Response:
        options = "".join(f"<OPTION value='{v}'>{t}" for v, t in CAMPUS)
        alert = f"<SCRIPT>alert('{words}');</SCRIPT>" if words else ""
        return self.jsp("登入", f"""<CENTER><BR><TABLE width=760 border=0 cellpadding=0><TR><TD colspan=2><IMG src="/images/banner.jpg" width=760 height=90></TD></TR>
<TR><TD width=380 valign=top>院外網 | 院內網<BR><BR>數位學習 KM系統 差勤系統 表單下載 網路掛號
<TD>
<FORM name="loginForm" method="post" action="/hisportal/login.do;jsessionid={secrets.token_hex(8).upper()}.his01" onsubmit="return chk();">
<INPUT type=hidden name="method" value="login">{self.token('login')}
<TABLE border=0 cellspacing=4>
<TR><TD align=right>院　區<TD><SELECT name="hospNo">{options}</SELECT>
<TR><TD align=right>帳　號<TD><INPUT type=text name="custId" size=10 maxlength=10 value="{escape(who)}">
<TR><TD align=right>密　碼<TD><INPUT type=password name="pinCode" size=12 maxlength=20>
<TR><TD align=right>驗證碼<TD><INPUT type=text name="chkNo" size=6 maxlength=6><IMG src="/hisportal/chkimg.jsp?{secrets.token_hex(4)}" width=120 height=36 align=absmiddle><BR><FONT size=-1>(不用區分大小寫)</FONT>
<TR><TD>&nbsp;<TD><INPUT type=image src="/images/b_login.gif" name="btnLogin" alt="登入"> <A href="javascript:document.loginForm.reset()"><IMG src="/images/b_clear.gif" border=0 alt="清除"></A>
</TABLE></FORM></TABLE></CENTER>
<SCRIPT>
function chk(){{ var f=document.loginForm; if(f.hospNo.value==''){{alert('請選擇院區');return false;}} return noEmpty(f.custId,'帳號')&&noEmpty(f.pinCode,'密碼')&&noEmpty(f.chkNo,'驗證碼'); }}
</SCRIPT>{alert}""")

    def do_login(self, request: Request) -> Response:
        self.takes(request, hospNo="campus", custId="employee_id", pinCode="portal_password", chkNo="captcha")
        if not self.fresh(request, "login") or request.get("method") != "login": return self.tell("請勿重複送出!", "/hisportal/login.do?method=init")
        drawn, self.truth.captcha = self.truth.captcha, ""
        who, words = request.get("custId").strip(), ""
        if not drawn or request.get("chkNo").strip().upper() != drawn.upper(): words = "驗證碼輸入錯誤, 請重新輸入! (E003)"
        elif request.get("hospNo") != "11": words = "該院區查無此使用者! (E002)"
        elif who != self.truth.person.employee_id or request.get("pinCode") != self.truth.portal_password: words = "使用者代號或密碼錯誤! (E001)"
        if words:
            self.truth.counts["sign_in_refused"] += 1
            return self.login_form(who, words)
        sid = secrets.token_hex(16)
        self.users.add(sid)
        self.truth.sessions.add("portal:" + sid)
        self.truth.counts["sign_in"] += 1
        return Response(f"<html><body><script>top.location.href='/hisportal/main.jsp?SID={sid}';</script></body></html>", kind="text/html; charset=big5")

    # ---- inner
    def inner(self, request: Request) -> Response:
        given = self.common(request)
        if given: return given
        sid = request.get("SID")
        if sid not in self.users: return self.tell("尚未登入", self.urls["portal"] + "/", top=True)
        if request.path == "/emp/chgPwd.do": return self.change(request, sid)
        if request.path == "/emp/contact.do": return self.contact(request, sid)
        return Response("HTTP Status 404", 404)

    def change(self, request: Request, sid: str) -> Response:
        back = f"{self.urls['portal']}/hisportal/main.jsp?SID={sid}"
        here = f"/emp/chgPwd.do?method=init&SID={sid}"
        if request.method == "POST":
            self.takes(request, oldPin="old_password", newPin="new_password", newPin1="new_password_again")
            if not self.fresh(request, "chg" + sid) or request.get("method") != "update": return self.tell("請勿重複送出!", here)
            old, new = request.get("oldPin"), request.get("newPin")
            words = ""
            if old != self.truth.portal_password: words = "舊密碼不正確!"
            elif new != request.get("newPin1"): words = "新密碼與確認密碼不一致!"
            elif len(new) < 8 or len(new) > 20 or not (re.search("[A-Za-z]", new) and re.search("[0-9]", new)): words = "新密碼須8碼以上且含英文及數字!"
            if words:
                self.truth.counts["password_refused"] += 1
                return self.tell(words, here)
            self.truth.portal_password = new
            self.truth.counts["password_changed"] += 1
            return self.jsp("更改密碼", f"<SCRIPT>alert('密碼已變更, 請牢記您的新密碼!');</SCRIPT><CENTER><BR>更改密碼作業已完成<BR><BR><A href=\"{back}\" target=_top>回功能選單</A></CENTER>")
        return self.jsp("更改密碼", f"""<FORM name="chgForm" method="post" action="/emp/chgPwd.do?SID={sid}"><INPUT type=hidden name="method" value="init">{self.token("chg" + sid)}
<TABLE border=1 cellspacing=0 bordercolor=#336699 align=center><TR><TD colspan=2 class=t>更改密碼
<TR><TD>請輸入舊密碼：<TD><INPUT type=password name="oldPin" size=16>
<TR><TD>請輸入新密碼：<TD><INPUT type=password name="newPin" size=16 maxlength=20>
<TR><TD>請再輸入新密碼：<TD><INPUT type=password name="newPin1" size=16 maxlength=20>
<TR><TD>密碼強度檢核：<TD><IMG src="/images/s0.gif" name="strong" width=80 height=8>
<TR><TD>密碼設定條件：<TD>1.密碼長度不可少於8個字元<BR>2.密碼內容需包含英文及數字
<TR><TD colspan=2 align=center><A href="javascript:doAct('update')"><IMG src="/images/b_ok.gif" border=0 alt="確定"></A>&nbsp;<A href="javascript:document.chgForm.reset()"><IMG src="/images/b_clear.gif" border=0 alt="清除"></A></TABLE></FORM>
<CENTER><A href="{back}" target=_top>回功能選單</A> <A href="{self.urls['portal']}/hisportal/logout.do?SID={sid}" target=_top>登出系統</A></CENTER>""")

    def contact(self, request: Request, sid: str) -> Response:
        names = {"engLname": "english_surname", "engFname": "english_given", "engMname": "english_middle", "telO": "office_phone", "telH": "home_phone", "telM": "mobile_phone"}
        alert = ""
        if request.method == "POST":
            self.takes(request, telM="mobile_phone")
            if not self.fresh(request, "con" + sid) or request.get("method") != "save" or not all(request.has(n) for n in names):
                return self.tell("請勿重複送出!", f"/emp/contact.do?method=query&SID={sid}")
            if not re.fullmatch(r"09[0-9]{8}", request.get("telM")): return self.tell("行動電話須為10碼數字!", f"/emp/contact.do?method=query&SID={sid}")
            self.truth.saved_contact = {key: request.get(name) for name, key in names.items()}
            self.truth.counts["contact_saved"] += 1
            alert = "<SCRIPT>alert('存檔成功!');</SCRIPT>"
        v = {n: escape(self.truth.saved_contact.get(k, getattr(self.truth.person, k))) for n, k in names.items()}
        me = self.truth.person
        return self.jsp("維護個人連絡資料", f"""{alert}<FORM name="contactForm" method="post" action="/emp/contact.do?SID={sid}"><INPUT type=hidden name="method" value="save">{self.token("con" + sid)}
<TABLE width=640 border=0><TR><TD class=t colspan=4>台大醫院---維護個人連絡資料
<TR><TD colspan=4><INPUT type=image src="/images/b_save.gif" name="save" alt="異動儲存">
<TR><TD>員工編號：<TD><INPUT type=text name="empNo" value="{me.employee_id}" readonly style="border:0"><TD>姓名：<TD>{me.name}
<TR><TD>英文姓：<TD colspan=3><INPUT type=text name="engLname" value="{v['engLname']}"> ex:Chen(陳)
<TR><TD>英文首名：<TD colspan=3><INPUT type=text name="engFname" value="{v['engFname']}"> ex: Yi-Fen(怡芬) (說明)
<TR><TD>英文中名：<TD colspan=3><INPUT type=text name="engMname" value="{v['engMname']}"> ex:Mary 為英文別名，如無，可不填
<TR><TD>辦公室電話：<TD><INPUT type=text name="telO" value="{v['telO']}" size=12><BR>ex:61234或23123456<TD>住宅電話：<TD><INPUT type=text name="telH" value="{v['telH']}" size=12><BR>ex:0223123456
<TR><TD>行動電話：<TD colspan=3><INPUT type=text name="telM" value="{v['telM']}" size=12 maxlength=10> ex:0952000000<BR><FONT color=red>(如離職或更換門號，請記得調整此欄位)</FONT>
</TABLE></FORM><A href="{self.urls['portal']}/hisportal/main.jsp?SID={sid}" target=_top>回功能選單</A>""")

    # ---- account
    def account(self, request: Request) -> Response:
        given = self.common(request)
        if given: return given
        path = request.path.split(";")[0]
        if path == "/": return redirect("/netacct/index.do")
        sid = request.cookies.get("JSESSIONID", "")
        if path == "/netacct/index.do":
            if request.method == "POST":
                self.takes(request, agree="consent")
                kind = {"start": "A", "reset": "R"}.get(request.get("method"))
                if sid not in self.acct or not kind: return self.tell("請重新進入本系統!", "/netacct/index.do")
                if request.get("agree") != "Y": return self.tell("請先詳閱規範並勾選同意!", "/netacct/index.do")
                self.truth.sessions.discard("account:" + sid)  # a new start forgets the old proof
                self.acct[sid] = {"kind": kind}
                return redirect("/netacct/otp.do")
            if sid not in self.acct:
                sid = secrets.token_hex(16).upper()
                self.acct[sid] = {}
            return self.regulations(sid)
        state = self.acct.get(sid)
        if not state: return self.tell("作業逾時, 請重新操作!", "/netacct/index.do")
        if path == "/netacct/otp.do": return self.otp(request, sid, state)
        if path == "/netacct/exit.do":
            self.acct.pop(sid)
            if "account:" + sid in self.truth.sessions: self.truth.counts["sign_out_account"] += 1
            self.truth.sessions.discard("account:" + sid)
            return self.tell("您已離開本系統", "/netacct/index.do", [("Set-Cookie", "JSESSIONID=; Path=/netacct; Max-Age=0")])
        if path in ("/netacct/cloud.do", "/netacct/reset.do"):
            if state.get("proved") != path: return self.tell("尚未通過身分驗證!", "/netacct/index.do")
            return self.cloud(request) if path.endswith("cloud.do") else self.reset(request)
        return Response("HTTP Status 404", 404)

    def regulations(self, sid: str) -> Response:
        return self.jsp("帳號管理系統", """<TABLE width=760 align=center border=0><TR><TD class=t>網路帳號管理系統
<TR><TD>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼
<TR><TD><B>《規範》</B><BR>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用
<UL><LI>使用本帳號發信、登入VPN等，依本院資安規定進行系統記錄，請勿借用或盜用。<LI>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。<LI>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</UL>
<B>《常見問題與服務》</B><BR>密碼修改後多久可以生效：即時生效。<BR>忘記密碼：請以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。
<TR><TD><FORM name="idxForm" method="post" action="/netacct/index.do"><INPUT type=hidden name="method" value="">
<INPUT type=checkbox name="agree" value="Y" id="agree"> 本人已詳閱以上規範並同意遵守<BR><BR>
<A href="javascript:doAct('start')">啟用網路帳號及首次雲端帳號密碼設定</A><BR>啟用本院微軟相關服務<BR><BR>
<A href="javascript:doAct('reset')">重置雲端服務密碼</A><BR>重設非Portal帳號的密碼<BR><BR>
<A href="javascript:alert('請洽資訊室')">總院廠商VPN展延申請</A></FORM></TABLE>""", headers=[("Set-Cookie", f"JSESSIONID={sid}; Path=/netacct")])

    def otp_form(self, state: dict, extra: str = "") -> Response:
        name = "重置雲端服務密碼" if state["kind"] == "R" else "啟用網路帳號及首次雲端帳號密碼設定"
        return self.jsp("進行身分驗證", f"""<TABLE width=700 align=center><TR><TD class=t>{name}
<TR><TD>注意事項<OL><LI>電子郵件別名第一次設定之後則不能修改，請慎重選擇。<LI>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<LI>請輸入帳號與簡訊動態碼後按「下一步」。</OL>
<TR><TD><FORM name="otpForm" method="post" action="/netacct/otp.do"><INPUT type=hidden name="method" value="verify">{self.token("otp")}
<TABLE border=1 cellspacing=0><TR><TD>網路帳號 / 主職員工編號<TD><INPUT type=text name="empNo" size=8 maxlength=6 value="{escape(state.get('emp', ''))}"><INPUT type=button value="發送簡訊動態碼" onclick="doAct('sendSms')">
<TR><TD>簡訊(或MOTP)動態碼<TD><INPUT type=text name="otpNo" size=8 maxlength=8>
<TR><TD>&nbsp;<TD><INPUT type=image src="/images/b_next.gif" name="next" alt="下一步"></TABLE></FORM>
<A href="/netacct/index.do">回首頁</A></TABLE>{extra}""")

    def otp(self, request: Request, sid: str, state: dict) -> Response:
        if "kind" not in state: return self.tell("請由首頁進入!", "/netacct/index.do")
        if request.method != "POST": return self.otp_form(state)
        self.takes(request, empNo="employee_id", otpNo="code", mobileNo="registered_phone")
        say = lambda w: f"<SCRIPT>alert('{w}');</SCRIPT>"  # noqa: E731
        method = request.get("method")
        if not self.fresh(request, "phone" if method in ("confirmSend", "cancelSend") else "otp"): return self.tell("請勿重複送出!", "/netacct/otp.do")
        if method == "sendSms":
            if request.get("empNo").strip() != self.truth.person.employee_id: return self.otp_form(state, say("查無此員工編號!"))
            state["emp"] = request.get("empNo").strip()
            return self.phone_form()
        if method == "cancelSend": return self.otp_form(state)
        if method == "confirmSend":
            if not state.get("emp") or request.get("mobileNo").strip() != self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone):
                return self.phone_form(say("手機門號與登記資料不符!"))
            self.truth.new_message()
            state["at"] = time.time()
            return self.otp_form(state, say("動態碼簡訊發送成功\\n成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"))
        if method == "verify":
            right = "at" in state and request.get("otpNo").strip() == self.truth.messages[-1] and request.get("empNo").strip() == state["emp"]
            if not right or time.time() - state["at"] > 120:
                self.truth.counts["code_refused"] += 1
                return self.otp_form(state, say("動態碼已失效, 請重新發送!" if right else "動態碼錯誤!"))
            del state["at"]
            state["proved"] = "/netacct/reset.do" if state["kind"] == "R" else "/netacct/cloud.do"
            self.truth.sessions.add("account:" + sid)
            self.truth.counts["code_accepted"] += 1
            return redirect(state["proved"] + "?method=init")
        return self.otp_form(state)

    def phone_form(self, extra: str = "") -> Response:
        return self.jsp("發送簡訊", f"""<BR><BR><FORM name="smsForm" method="post" action="/netacct/otp.do"><INPUT type=hidden name="method" value="confirmSend">{self.token("phone")}
<TABLE align=center border=1 bgcolor=#FFFFCC><TR><TD>請輸入帳號登記的手機門號(10碼)<BR><INPUT type=text name="mobileNo" size=12 maxlength=10>
<TR><TD align=center><INPUT type=submit value="確定發送"> <INPUT type=button value="取消" onclick="doAct('cancelSend')"></TABLE></FORM>{extra}""")

    def cloud(self, request: Request) -> Response:
        me = self.truth.person
        words = ""
        if request.method == "POST":
            self.takes(request, mailName="alias", pin1="cloud_password", pin2="cloud_password_again")
            if not self.fresh(request, "cloud"): return self.tell("請勿重複送出!", "/netacct/cloud.do?method=init")
            if request.get("method") == "cancel": return redirect("/netacct/exit.do")
            name, pin = request.get("mailName").strip().lower(), request.get("pin1")
            if self.truth.alias: words = "您的帳號先前已啟用, 不得再次設定!"
            elif not re.fullmatch(r"[a-z0-9][a-z0-9._-]{2,63}", name): words = "郵件名稱只能使用英文數字及 . - _ , 長度3至64!"
            elif name == "taken.name": words = "此郵件名稱已被使用!"
            elif pin != request.get("pin2"): words = "兩次密碼不一致!"
            elif len(pin) < 8 or not (re.search("[A-Za-z]", pin) and re.search("[0-9]", pin)): words = "密碼須8碼以上且含英文及數字!"
            else:
                self.truth.alias, self.truth.cloud_password = name, pin
                self.truth.counts["activated"] += 1
                return self.jsp("處理結果", f"""<TABLE align=center border=1><TR><TD class=t colspan=2>處理結果<TR><TD>雲端服務帳號<TD>{escape(name)}@ntuh.gov.tw<TR><TD>狀態<TD>設定完成(服務於設定完成隔日生效)</TABLE><CENTER><A href="/netacct/exit.do"><IMG src="/images/b_exit.gif" border=0 alt="離開"></A></CENTER>""")
        facts = f"<TR><TD>網路帳號 / 主職員工編號<TD>{me.employee_id}<TR><TD>帳號姓名<TD>{me.name}<TR><TD>主職單位<TD>{me.unit}<TR><TD>有效期限<TD>{me.valid_until}"
        if self.truth.alias: entry = f"<TR><TD>雲端服務帳號 (電子郵件名稱)<TD>{escape(self.truth.alias)}@ntuh.gov.tw<TR><TD colspan=2><FONT color=red>台端已辦理啟用，毋須再設定。</FONT>"
        else:
            entry = """<TR><TD>雲端服務帳號<BR>(電子郵件名稱)<TD><INPUT type=text name="mailName" maxlength=64>@ntuh.gov.tw<BR>名稱長度限64字元內
<TR><TD>設定密碼<TD><INPUT type=password name="pin1" size=16><TR><TD>再次輸入密碼<TD><INPUT type=password name="pin2" size=16>
<TR><TD colspan=2 align=center><INPUT type=button value="取消啟用" onclick="doAct('cancel')"><INPUT type=button value="啟用雲端服務" onclick="doAct('save')"><BR>服務於設定完成隔日生效"""
        alert = f"<SCRIPT>alert('{words}');</SCRIPT>" if words else ""
        return self.jsp("設定密碼與郵件別名", f"""<FORM name="cloudForm" method="post" action="/netacct/cloud.do"><INPUT type=hidden name="method" value="">{self.token("cloud")}
<TABLE align=center border=1 cellspacing=0 width=600><TR><TD class=t colspan=2>設定密碼與郵件別名{facts}{entry}</TABLE></FORM><CENTER><A href="/netacct/exit.do">離開</A></CENTER>{alert}""")

    def reset(self, request: Request) -> Response:
        if request.method == "POST":
            self.takes(request, pin1="cloud_password", pin2="cloud_password_again")
            pin, here = request.get("pin1"), "/netacct/reset.do?method=init"
            if not self.fresh(request, "reset"): return self.tell("請勿重複送出!", here)
            if not self.truth.alias: return self.tell("帳號尚未啟用!", "/netacct/exit.do")
            if pin != request.get("pin2") or len(pin) < 8 or not (re.search("[A-Za-z]", pin) and re.search("[0-9]", pin)): return self.tell("密碼不一致或不符規定!", here)
            self.truth.cloud_password = pin
            self.truth.counts["cloud_password_reset"] += 1
            return self.tell("密碼重置成功!", "/netacct/exit.do")
        return self.jsp("重置雲端服務密碼", f"""<FORM method="post" action="/netacct/reset.do"><INPUT type=hidden name="method" value="save">{self.token("reset")}<TABLE align=center border=1><TR><TD class=t colspan=2>重置雲端服務密碼
<TR><TD>新密碼<TD><INPUT type=password name="pin1"><TR><TD>確認新密碼<TD><INPUT type=password name="pin2"><TR><TD colspan=2><INPUT type=image src="/images/b_ok.gif" alt="確定"></TABLE></FORM><CENTER><A href="/netacct/exit.do">離開</A></CENTER>""")

    # ---- mail
    def mail(self, request: Request) -> Response:
        given = self.common(request)
        if given: return given
        sid = request.cookies.get("WMSESSION", "")
        if request.path == "/": return redirect("/webmail/login.jsp")
        if request.path == "/webmail/vcode.jsp": return Response(picture(self.truth.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 4), "PNG"), kind="image/png")
        if request.path == "/webmail/login.jsp": return self.mail_form()
        if request.path == "/webmail/auth.jsp" and request.method == "POST":
            self.takes(request, uid="mail_account", upw="mail_password", vcode="captcha")
            drawn, self.truth.captcha = self.truth.captcha, ""
            if not self.fresh(request, "mail"): return self.tell("畫面已過期!", "/webmail/login.jsp")
            if not drawn or request.get("vcode").strip() != drawn: return self.tell("驗證碼錯誤!", "/webmail/login.jsp")
            if not self.truth.alias or request.get("uid").strip().lower() != self.truth.alias or request.get("upw") != self.truth.cloud_password:
                return self.tell("登入失敗, 帳號或密碼錯誤!", "/webmail/login.jsp")
            sid = secrets.token_hex(8)
            self.mbox.add(sid)
            self.truth.sessions.add("mail:" + sid)
            self.truth.counts["mail_sign_in"] += 1
            return redirect("/webmail/inbox.jsp", ("Set-Cookie", f"WMSESSION={sid}; Path=/webmail"))
        if sid not in self.mbox: return redirect("/webmail/login.jsp")
        if request.path == "/webmail/inbox.jsp":
            return self.jsp("收件匣", f'<TABLE width=100%><TR><TD class=t>{escape(self.truth.alias)} 的信箱<TD align=right><A href="/webmail/logout.jsp"><IMG src="/images/b_out.gif" border=0 alt="登出"></A></TABLE><TABLE border=1><TR><TD>寄件人<TD>主旨<TD>日期<TR><TD>postmaster<TD>Welcome<TD>2013/12/01</TABLE>')
        if request.path == "/webmail/logout.jsp":
            self.mbox.discard(sid)
            self.truth.sessions.discard("mail:" + sid)
            self.truth.counts["sign_out_mail"] += 1
            return self.tell("您已登出", "/webmail/login.jsp", [("Set-Cookie", "WMSESSION=; Path=/webmail; Max-Age=0")])
        return Response("HTTP Status 404", 404)

    def mail_form(self) -> Response:
        return self.jsp("電子郵件", f"""<CENTER><BR><FORM name="mailForm" method="post" action="/webmail/auth.jsp">{self.token("mail")}<TABLE border=0 bgcolor=#FFFFFF>
<TR><TD>帳號:<TD><INPUT type=text name="uid">@ntuh.gov.tw<TR><TD>密碼:<TD><INPUT type=password name="upw">
<TR><TD>驗證碼(小寫字母或數字):<TD><INPUT type=text name="vcode" size=5 maxlength=4><IMG src="/webmail/vcode.jsp" align=absmiddle>
<TR><TD><TD><INPUT type=checkbox name="rem" value="1">記住登入資訊 (公用電腦請勿勾選)<TR><TD><TD><INPUT type=image src="/images/b_mail.gif" alt="登入信箱"></TABLE></FORM>
<B>公佈欄</B><BR>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<BR>※如無法登入，請先至下方網址變更密碼，謝謝：<BR><A href="{self.urls['account']}/">https://help.ntuh.gov.tw/</A></CENTER>""")

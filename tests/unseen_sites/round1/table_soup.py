"""A hospital whose sites were typed by hand in classic ASP and Perl around 2000: Big5, frames, tables within tables."""

from __future__ import annotations

import re
import secrets
import time

from tests.unseen_sites.truth import Request, Response, Site, picture

BIG5 = "text/html; charset=big5"
ITEMS = ["更改密碼", "個人簽章提醒設定", "薪資所得免稅額申報表", "員工待遇福利查詢", "查詢員工連絡資料", "維護個人連絡資料", "個人就醫紀錄查詢", "個人追蹤名單",
         "權限更改申請(總院)", "權限更改申請(分院)", "員工扣繳憑單查詢", "員工公勞健保查詢", "行動憑證申請", "流感同意書列印"]
BOXES = [("E_LNAME", "english_surname"), ("E_FNAME", "english_given"), ("E_MNAME", "english_middle"), ("TEL_O", "office_phone"), ("TEL_H", "home_phone"), ("CELL", "mobile_phone")]


def x(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def doc(title: str, rest: str, head: str = "", *headers: tuple[str, str], body: str = 'BGCOLOR="#FFFFF0" TEXT=#000080 LINK=blue') -> Response:
    return Response(f"""<HTML>
<HEAD>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5">
<META NAME="GENERATOR" CONTENT="Microsoft FrontPage 4.0">
<TITLE>{title}</TITLE>{head}
</HEAD>
<BODY {body}>
{rest}
</BODY></HTML>""", kind=BIG5, headers=[("Expires", "0"), *headers])


def frames(title: str, inside: str) -> Response:
    return Response(f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5"><TITLE>{title}</TITLE></HEAD>
{inside}
</HTML>""", kind=BIG5)


def jump(to: str, say: str = "", window: str = "location", *headers: tuple[str, str]) -> Response:
    warn = f"alert('{say}');\n" if say else ""
    return Response(f"<SCRIPT LANGUAGE=JavaScript>\n<!--\n{warn}{window}.href='{to}';\n//-->\n</SCRIPT>\n", kind=BIG5, headers=list(headers))


class TheSite(Site):
    title = "Big5 tables and frames"
    charset = "cp950"

    def __init__(self) -> None:
        super().__init__()
        self.staff: dict[str, str] = {}  # ASP session of the portal -> key handed to the inner host
        self.asp: dict[str, dict] = {}  # sessions of the account site
        self.cgi: set[str] = set()  # sessions of the mail

    # =============================================================== PORTAL
    def portal(self, request: Request) -> Response:
        page = request.path.lower()
        if page in ("/", "/index.htm", "/default.asp"):
            return frames("臺大醫院 醫療資訊系統", """<FRAMESET ROWS="70,*" FRAMEBORDER=0 BORDER=0>
<FRAME NAME="banner" SRC="banner.htm" SCROLLING=NO NORESIZE>
<FRAME NAME="main" SRC="login.asp">
<NOFRAMES><BODY>您的瀏覽器不支援框架, 請按<A HREF="login.asp">這裡</A></BODY></NOFRAMES>
</FRAMESET>""")
        if page == "/banner.htm":
            return doc("banner", """<TABLE WIDTH=100% BORDER=0><TR><TD><FONT SIZE=5 COLOR=#006600 FACE="標楷體"><B>醫療資訊系統</B></FONT><BR>National Taiwan University Hospital
<TD ALIGN=RIGHT><FONT SIZE=2><A HREF="#">院外網</A> <A HREF="#">院內網</A> | <A HREF="#">數位學習</A> | <A HREF="#">KM系統</A> | <A HREF="#">差勤系統</A> | <A HREF="#">表單下載</A> | <A HREF="#">網路掛號</A></FONT></TABLE>""")
        if page == "/vcode.asp":
            return Response(picture(self.truth.new_captcha(), "BMP", (110, 34)), kind="image/bmp", headers=[("Pragma", "no-cache")])
        if page == "/login.asp":
            return self.login()
        if page == "/chklogin.asp":
            return self.check(request)
        cookie = request.cookies.get("ASPSESSIONIDPORTAL", "")
        if cookie not in self.staff:
            return jump("/login.asp", "您尚未登入或閒置過久, 請重新登入", "top.location") if page.endswith((".asp", ".htm")) else Response("", 404)
        if page == "/news.htm":  # the note between the sign-in and the menu
            return doc("注意事項", "<CENTER><FONT COLOR=RED SIZE=4>宣導事項</FONT><BR>請勿將帳號密碼借予他人使用, 違者依院規處理<BR><BR>3 秒後自動進入系統, 或按 <A HREF=\"main.asp\">這裡</A></CENTER>",
                       '\n<META HTTP-EQUIV="refresh" CONTENT="3; URL=main.asp">')
        if page == "/main.asp":
            return frames("醫療資訊系統", """<FRAMESET COLS="190,*" BORDER=1><FRAME NAME="left" SRC="menu.asp"><FRAMESET ROWS="30,*"><FRAME NAME="hello" SRC="hello.asp" SCROLLING=NO><FRAME NAME="work" SRC="bulletin.asp"></FRAMESET>
<NOFRAMES><BODY><A HREF="menu.asp">功能選單</A></BODY></NOFRAMES></FRAMESET>""")
        if page == "/hello.asp":
            return doc("hello", f"<FONT SIZE=2>{self.truth.person.name} 您好!　總院差勤待簽 <FONT COLOR=RED>0</FONT> 未核准 0 被駁回 0</FONT>")
        if page == "/bulletin.asp":
            return doc("公告", "<TABLE BORDER=1><TR BGCOLOR=#CCCCFF><TD COLSPAN=2>全院公告<TR><TD>日期<TD>標題<TR><TD>2019/10/21<TD><A HREF=#>請全院同仁填報「薪資所得免稅額申報表」</A><TR><TD>2018/12/13<TD>總院Portal資訊系統登入首頁改版</TABLE>")
        if page == "/menu.asp":
            tops = "".join(f"<TR><TD BGCOLOR=#99CCCC><FONT SIZE=2>■ {t}</FONT>\n" for t in ("醫療系統", "醫療支援", "其他資源", "數位學習", "資訊安全", "行政系統"))
            rows = "".join(f'<TR><TD>　<IMG SRC=dot.gif WIDTH=6 HEIGHT=6><A HREF="func.asp?no={601 + i}" TARGET=work><FONT SIZE=2>{t}</FONT></A>\n' for i, t in enumerate(ITEMS))
            return doc("選單", f"<TABLE WIDTH=100% BORDER=0 CELLSPACING=1>{tops}<TR><TD BGCOLOR=#FFCC99><FONT SIZE=2><B>■ 個人管理</B></FONT>\n<TR><TD><TABLE WIDTH=100%>{rows}</TABLE>\n<TR><TD ALIGN=CENTER><A HREF=\"logout.asp\" TARGET=\"_top\" onClick=\"return confirm('確定要離開系統?')\"><FONT COLOR=RED>離開系統</FONT></A></TABLE>")
        if page == "/func.asp":
            number = request.query.get("no", "")
            name = {"601": "pwchg.asp", "606": "tel.asp"}.get(number)
            if not name:
                return doc("訊息", "<CENTER><FONT COLOR=RED>對不起, 您沒有權限使用本功能!</FONT></CENTER>")
            return jump(f"{self.urls['inner']}/hr/{name}?key={self.staff[cookie]}")
        if page == "/logout.asp":
            key = self.staff.pop(cookie)
            self.truth.sessions.discard(f"portal:{key}")
            self.truth.counts["sign_out_portal"] += 1
            return jump("/", "您已離開系統", "top.location", ("Set-Cookie", "ASPSESSIONIDPORTAL=; path=/; expires=Sat, 01-Jan-2000 00:00:00 GMT"))
        return Response("", 404)

    def login(self) -> Response:
        return doc("登入", f"""<CENTER>
<FORM NAME=quick ACTION="http://www.invalid/search" METHOD=GET TARGET=_blank><FONT SIZE=2>全文檢索 <INPUT NAME=kw SIZE=10><INPUT TYPE=submit VALUE="找"></FONT></FORM>
<TABLE BORDER=1 BORDERCOLOR=#339966 CELLPADDING=6><TR><TD BGCOLOR=#DDFFDD ALIGN=CENTER><B>登入本院PORTAL系統</B>
<TR><TD><TABLE BORDER=0><FORM NAME=f1 ACTION="chklogin.asp" METHOD=POST onSubmit="return chk(this)">
<INPUT TYPE=hidden NAME=ip VALUE="10.1.2.3">
<TR><TD ALIGN=RIGHT><FONT COLOR=#006600>院　　區</FONT><TD><SELECT NAME=hosp><OPTION VALUE=1 SELECTED>總院區<OPTION VALUE=2>北護<OPTION VALUE=3>金山<OPTION VALUE=4>雲林</SELECT>
<TR><TD ALIGN=RIGHT><FONT COLOR=#006600>帳　　號</FONT><TD><INPUT NAME=empno SIZE=12 MAXLENGTH=6>
<TR><TD ALIGN=RIGHT><FONT COLOR=#006600>密　　碼</FONT><TD><INPUT TYPE=PASSWORD NAME=pw SIZE=12>
<TR><TD ALIGN=RIGHT><FONT COLOR=#006600>驗 證 碼</FONT><TD><TABLE BORDER=0 CELLPADDING=0><TR><TD><INPUT NAME=vcode SIZE=8 MAXLENGTH=6><TD><IMG SRC="vcode.asp?{secrets.randbelow(9999)}" BORDER=1><TD><FONT SIZE=1>(不用區分大小寫)<BR><A HREF="login.asp">看不清楚</A></FONT></TABLE>
<TR><TD COLSPAN=2><FONT SIZE=2><INPUT TYPE=RADIO NAME=mode VALUE=1 CHECKED>醫療相關選單 <INPUT TYPE=RADIO NAME=mode VALUE=2>行政系統選單 <INPUT TYPE=RADIO NAME=mode VALUE=3>門診系統</FONT>
<TR><TD COLSPAN=2 ALIGN=CENTER><INPUT TYPE=SUBMIT VALUE="登　入"> <INPUT TYPE=RESET VALUE="重　填">
</FORM></TABLE>
</TABLE><FONT SIZE=2 COLOR=GRAY>如無法登入, 請撥資訊室分機261120</FONT></CENTER>""", """
<SCRIPT LANGUAGE=JavaScript>
function chk(f){ if(f.empno.value==''){alert('請輸入帳號');f.empno.focus();return false;}
 if(f.pw.value==''){alert('請輸入密碼');f.pw.focus();return false;}
 if(f.vcode.value==''){alert('請輸入驗證碼');return false;} return true; }
</SCRIPT>""")

    def check(self, request: Request) -> Response:
        if request.method != "POST":
            return jump("login.asp")
        self.takes(request, hosp="campus", empno="employee_id", pw="portal_password", vcode="captcha")
        shown, self.truth.captcha = self.truth.captcha, ""
        if not request.has("ip") or request.get("mode") not in ("1", "2", "3"):
            return jump("login.asp", "資料不完整, 請由首頁登入")
        if not shown or request.get("vcode").strip().upper() != shown:
            say = "驗證碼輸入錯誤!"
        elif request.get("hosp") != "1" or request.get("empno").strip() != self.truth.person.employee_id:
            say = "查無此帳號!"
        elif request.get("pw") != self.truth.portal_password:
            say = "密碼錯誤! 請注意英文字母大小寫"
        else:
            cookie, key = secrets.token_hex(12).upper(), secrets.token_hex(8)
            self.staff[cookie] = key
            self.truth.sessions.add(f"portal:{key}")
            self.truth.counts["sign_in"] += 1
            return jump("news.htm", "", "top.location", ("Set-Cookie", f"ASPSESSIONIDPORTAL={cookie}; path=/"))
        self.truth.counts["sign_in_refused"] += 1
        return jump("login.asp", say)

    # =============================================================== the inner host
    def inner(self, request: Request) -> Response:
        key, page = request.get("key"), request.path.lower()
        if key not in self.staff.values():
            return jump(self.urls["portal"] + "/login.asp", "請重新登入", "top.location")
        foot = f"""<HR><CENTER><A HREF="{self.urls['portal']}/main.asp" TARGET=_top>回功能選單</A>　<A HREF="{self.urls['portal']}/logout.asp" TARGET=_top>登出系統</A></CENTER>"""
        if page == "/hr/pwchg.asp":
            return doc("更改密碼", f"""<CENTER><FONT SIZE=4 COLOR=MAROON>更改密碼</FONT>
<FORM ACTION="pwsave.asp" METHOD=POST NAME=p><INPUT TYPE=HIDDEN NAME=key VALUE="{key}">
<TABLE BORDER=1><TR><TD BGCOLOR=#EEEEEE>請輸入舊密碼：<TD><INPUT TYPE=PASSWORD NAME=P0>
<TR><TD BGCOLOR=#EEEEEE>請輸入新密碼：<TD><INPUT TYPE=PASSWORD NAME=P1>
<TR><TD BGCOLOR=#EEEEEE>請再輸入新密碼：<TD><INPUT TYPE=PASSWORD NAME=P2>
<TR><TD BGCOLOR=#EEEEEE>密碼強度檢核：<TD><FONT COLOR=GRAY>(送出後檢核)</FONT>
<TR><TD COLSPAN=2><FONT SIZE=2>密碼設定條件：<BR>1.密碼長度不可少於8個字元<BR>2.密碼內容需包含英文及數字</FONT></TABLE>
<INPUT TYPE=SUBMIT NAME=B1 VALUE="確定修改"> <INPUT TYPE=RESET VALUE="清除"></FORM></CENTER>{foot}""")
        if page == "/hr/pwsave.asp" and request.method == "POST":
            self.takes(request, P0="old_password", P1="new_password", P2="new_password_again")
            old, new = request.get("P0"), request.get("P1")
            problem = ("舊密碼不對!" if old != self.truth.portal_password else "兩次新密碼不同!" if new != request.get("P2") else "新密碼不可與舊密碼相同!" if new == old else
                       "新密碼太短或未包含英文及數字!" if len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new) else "")
            if problem:
                self.truth.counts["password_refused"] += 1
                return jump(f"pwchg.asp?key={key}", problem)
            self.truth.portal_password = new
            self.truth.counts["password_changed"] += 1
            return doc("更改密碼", f"<CENTER><BR><BR><TABLE BORDER=1 CELLPADDING=10><TR><TD><FONT COLOR=GREEN SIZE=4>密碼修改OK！</FONT></TABLE></CENTER>{foot}")
        if page == "/hr/tel.asp":
            return self.telephone(key, foot)
        if page == "/hr/telsave.asp" and request.method == "POST":
            self.takes(request, CELL="mobile_phone")
            if request.get("EMPNO") != self.truth.person.employee_id:
                return jump(f"tel.asp?key={key}", "資料異常")
            if not re.fullmatch("09[0-9]{8}", request.get("CELL").strip()):
                return jump(f"tel.asp?key={key}", "行動電話請輸入10碼數字")
            self.truth.saved_contact.update({k: request.get(n).strip() for n, k in BOXES if request.has(n)})
            self.truth.counts["contact_saved"] += 1
            return self.telephone(key, foot, "<FONT COLOR=RED>** 存檔成功 **</FONT>")
        return Response("", 404)

    def telephone(self, key: str, foot: str, say: str = "") -> Response:
        person = self.truth.person
        v = {n: x(self.truth.saved_contact.get(k, getattr(person, k))) for n, k in BOXES}
        return doc("維護個人連絡資料", f"""<FORM ACTION="telsave.asp" METHOD=POST><INPUT TYPE=HIDDEN NAME=key VALUE="{key}"><INPUT TYPE=HIDDEN NAME=EMPNO VALUE={person.employee_id}>
<TABLE WIDTH=95% BORDER=0><TR><TD><B>台大醫院---維護個人連絡資料</B> {say}<TD ALIGN=RIGHT><INPUT TYPE=SUBMIT VALUE="異動儲存"></TABLE>
<TABLE WIDTH=95% BORDER=1 BORDERCOLOR=#999999 CELLSPACING=0>
<TR><TD>員工編號：<TD><FONT COLOR=BLACK>{person.employee_id}</FONT><TD>姓名：<TD><FONT COLOR=BLACK>{person.name}</FONT>
<TR><TD>英文姓：<TD COLSPAN=3><INPUT NAME=E_LNAME VALUE="{v['E_LNAME']}"><FONT SIZE=2 COLOR=GRAY>ex:Chen(陳)</FONT>
<TR><TD>英文首名：<TD COLSPAN=3><INPUT NAME=E_FNAME VALUE="{v['E_FNAME']}"><FONT SIZE=2 COLOR=GRAY>ex: Yi-Fen(怡芬) (<A HREF="#">說明</A>)</FONT>
<TR><TD>英文中名：<TD COLSPAN=3><INPUT NAME=E_MNAME VALUE="{v['E_MNAME']}"><FONT SIZE=2 COLOR=GRAY>ex:Mary 為英文別名，如無，可不填</FONT>
<TR><TD>辦公室電話：<TD><INPUT NAME=TEL_O SIZE=12 VALUE="{v['TEL_O']}"><BR><FONT SIZE=2 COLOR=GRAY>ex:61234或23123456</FONT><TD>住宅電話：<TD><INPUT NAME=TEL_H SIZE=12 VALUE="{v['TEL_H']}"><BR><FONT SIZE=2 COLOR=GRAY>ex:0223123456</FONT>
<TR><TD><FONT COLOR=RED>*</FONT>行動電話：<TD COLSPAN=3><INPUT NAME=CELL SIZE=12 MAXLENGTH=10 VALUE="{v['CELL']}"><FONT SIZE=2 COLOR=GRAY>ex:0952000000 (如離職或更換門號，請記得調整此欄位)</FONT>
</TABLE></FORM>{foot}""")

    # =============================================================== the account site
    def account(self, request: Request) -> Response:
        page, sid = request.path.lower(), request.cookies.get("ASPSESSIONIDHELP", "")
        here = self.asp.get(sid)
        if page in ("/", "/index.asp"):
            return self.help_page()
        if page in ("/step1.asp", "/step1r.asp"):
            headers = []
            if here is None:
                sid = secrets.token_hex(10).upper()
                here = self.asp[sid] = {"user": "", "code": "", "at": 0.0, "ok": "", "asked": ""}
                headers = [("Set-Cookie", f"ASPSESSIONIDHELP={sid}; path=/")]
            here["kind"] = "R" if page == "/step1r.asp" else "A"
            return self.step1(here, *headers)
        if here is None or "kind" not in here:
            return jump("/", "連線已逾時, 請重新操作")
        again = "step1r.asp" if here["kind"] == "R" else "step1.asp"
        if page == "/sms.asp" and request.method == "POST":
            self.takes(request, ID="employee_id", OTP="code")
            if "next" in dict(request.form):
                return self.next(request, here, sid, again)
            if request.get("ID").strip() != self.truth.person.employee_id:
                return jump(again, "帳號有誤, 請輸入6位數員工編號")
            here["asked"] = request.get("ID").strip()
            return self.ask_phone()
        if page == "/smssend.asp" and request.method == "POST":
            self.takes(request, TEL="registered_phone")
            if not here["asked"]:
                return jump(again, "請先輸入帳號")
            if request.get("TEL").strip() != self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone):
                return jump(again, "手機門號不正確, 無法發送")
            here.update(user=here["asked"], code=self.truth.new_message(), at=time.time())
            return jump(again, "動態碼簡訊發送成功\\n\\n成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」")
        if not here["ok"]:
            return jump(again, "尚未通過身分驗證")
        if page == "/quit.asp":
            self.asp.pop(sid)
            self.truth.sessions.discard(f"account:{sid}")
            self.truth.counts["sign_out_account"] += 1
            return jump("/")
        if page == "/step2.asp" and here["ok"] == "A":
            return self.step2()
        if page == "/save.asp" and request.method == "POST" and here["ok"] == "A":
            return self.save(request)
        if page == "/newpw.asp" and here["ok"] == "R":
            return self.new_password(request)
        return Response("", 404)

    def help_page(self) -> Response:
        return doc("網路帳號服務", """<CENTER><TABLE WIDTH=720 BORDER=0><TR><TD BGCOLOR=#003399 ALIGN=CENTER><FONT COLOR=WHITE SIZE=4>網路帳號服務</FONT>
<TR><TD><FONT COLOR=RED>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</FONT><P>適用功能：本院雲端服務、電子郵件信箱、VPN、數位學習及院內非Portal之業務
<TR><TD BGCOLOR=#CCDDFF><B>《規範》</B><TR><TD>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<UL><LI>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。<LI>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置<LI>請勿冒用院內同仁申請網路帳號。</UL>
<TR><TD BGCOLOR=#CCDDFF><B>《常見問題與服務》</B><TR><TD><FONT COLOR=#006600>密碼修改後多久可以生效</FONT><UL><LI>即時生效。</UL><FONT COLOR=#006600>忘記密碼</FONT><UL><LI>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</UL>
<TR><TD><TABLE BORDER=1 WIDTH=100% CELLPADDING=5><TR><TD NOWRAP><A HREF="step1.asp"><FONT SIZE=4>啟用網路帳號及首次雲端<BR>帳號密碼設定</FONT></A><TD><FONT SIZE=2>啟用本院微軟相關服務，如：Office365, Outlook...</FONT>
<TR><TD><A HREF="step1r.asp"><FONT SIZE=4>重置雲端服務密碼</FONT></A><TD><FONT SIZE=2>重設非Portal帳號的密碼：Email, 無線網路, KM, TMS... 從未使用請先【啟用網路帳號】</FONT>
<TR><TD><A HREF="javascript:alert('請洽資訊室')"><FONT SIZE=4>總院廠商VPN展延申請</FONT></A><TD><FONT SIZE=2>總院廠商VPN到期，重新啟用申請。</FONT></TABLE></TABLE></CENTER>""")

    def step1(self, here: dict, *headers: tuple[str, str]) -> Response:
        title = "啟用網路帳號及首次雲端帳號密碼設定" if here["kind"] == "A" else "重置雲端服務密碼"
        return doc(title, f"""<CENTER><TABLE WIDTH=700 BORDER=0><TR><TD><FONT COLOR=BROWN><B>注意事項</B></FONT><OL><LI>電子郵件別名第一次設定之後則不能修改，請慎重選擇。<LI>依本院網路密碼新制原則，需透過MOTP驗證本人後始得設定。<LI>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<LI>請輸入帳號與簡訊動態碼後按「下一步」。</OL></TABLE>
<FORM ACTION="sms.asp" METHOD=POST>
<TABLE WIDTH=700 BORDER=1 CELLPADDING=4><TR BGCOLOR=#FFCC99><TD COLSPAN=3><B>{title}</B>
<TR><TD BGCOLOR=#FFFFCC>網路帳號 / <BR>主職員工編號<TD><INPUT NAME=ID SIZE=10 MAXLENGTH=6 VALUE="{here['user']}"><TD><INPUT TYPE=SUBMIT NAME=send VALUE="發送簡訊動態碼">
<TR><TD BGCOLOR=#FFFFCC>簡訊(或MOTP)動態碼<TD><INPUT NAME=OTP SIZE=10><TD>&nbsp;
<TR><TD COLSPAN=3 ALIGN=RIGHT><INPUT TYPE=SUBMIT NAME=next VALUE="下一步"></TABLE></FORM><A HREF="/">回首頁</A></CENTER>""", "", *headers)

    def ask_phone(self) -> Response:
        return doc("發送簡訊", """<CENTER><BR><FORM ACTION="smssend.asp" METHOD=POST><TABLE BORDER=2 BGCOLOR=#FFFFFF CELLPADDING=8><TR><TD COLSPAN=2>請輸入帳號登記的手機門號(10碼)
<TR><TD COLSPAN=2><INPUT NAME=TEL SIZE=14 MAXLENGTH=10>
<TR><TD><INPUT TYPE=SUBMIT VALUE="確定發送"><TD><INPUT TYPE=BUTTON VALUE="取消" onClick="history.back()"></TABLE></FORM></CENTER>""")

    def next(self, request: Request, here: dict, sid: str, again: str) -> Response:
        code = request.get("OTP").strip()
        if not here["code"] or request.get("ID").strip() != here["user"] or code != here["code"] or time.time() - here["at"] > 120:
            self.truth.counts["code_refused"] += 1
            old = here["code"] and code == here["code"] and request.get("ID").strip() == here["user"]
            return jump(again, "動態碼逾時, 請重新發送" if old else "動態碼輸入錯誤")
        here.update(code="", ok=here["kind"])
        self.truth.sessions.add(f"account:{sid}")
        self.truth.counts["code_accepted"] += 1
        return jump("step2.asp" if here["kind"] == "A" else "newpw.asp")

    def step2(self) -> Response:
        truth, person = self.truth, self.truth.person
        if truth.alias:
            rest = f"<TR><TD COLSPAN=2><FONT COLOR=RED>本帳號前已完成開通, 信箱 {x(truth.alias)}@ntuh.gov.tw, 不需再次申請。</FONT></TABLE>"
        else:
            rest = """<TR><TD>雲端服務帳號<BR>(電子郵件名稱)<TD><INPUT NAME=MAILNAME SIZE=24 MAXLENGTH=64><FONT FACE=Arial>@ntuh.gov.tw</FONT> <FONT SIZE=2>名稱長度限64字元內</FONT>
<TR><TD>設定密碼<TD><INPUT TYPE=PASSWORD NAME=CPW1 SIZE=20> <FONT SIZE=2 COLOR=RED>至少8碼, 需有英文及數字</FONT>
<TR><TD>確認密碼<TD><INPUT TYPE=PASSWORD NAME=CPW2 SIZE=20> <FONT SIZE=2>(請再輸入一次)</FONT>
<TR><TD COLSPAN=2 ALIGN=CENTER><INPUT TYPE=BUTTON VALUE="取消啟用" onClick="location.href='quit.asp'">　<INPUT TYPE=SUBMIT VALUE="啟用雲端服務"><BR><FONT SIZE=2 COLOR=BLUE>服務於設定完成隔日生效</FONT></TABLE>"""
        return doc("設定密碼與郵件別名", f"""<CENTER><FONT SIZE=4><B>設定密碼與郵件別名</B></FONT><FORM ACTION="save.asp" METHOD=POST><INPUT TYPE=HIDDEN NAME=EMP VALUE={person.employee_id}>
<TABLE WIDTH=700 BORDER=1><TR><TD COLSPAN=2 BGCOLOR=#EEEEFF>雲端服務帳號說明：<BR>1. 雲端服務帳號為跨體系使用。<BR>2. 服務於設定完成隔日生效。
<TR><TD WIDTH=30%>網路帳號 / 主職員工編號<TD>{person.employee_id}<TR><TD>帳號姓名<TD>{person.name}<TR><TD>主職單位<TD>{person.unit}<TR><TD>有效期限<TD>{person.valid_until}
{rest}</FORM><A HREF="quit.asp">結束離開</A></CENTER>""")

    @staticmethod
    def weak(request: Request) -> str:
        new = request.get("CPW1")
        if new != request.get("CPW2"):
            return "兩次密碼不同, 請重新輸入"
        return "密碼至少8碼, 且需有英文及數字" if len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new) else ""

    def save(self, request: Request) -> Response:
        self.takes(request, MAILNAME="alias", CPW1="cloud_password", CPW2="cloud_password_again")
        truth, name = self.truth, request.get("MAILNAME").strip()
        problem = ("資料異常" if request.get("EMP") != truth.person.employee_id else "本帳號已開通過, 不可重複開通" if truth.alias else
                   "電子郵件名稱只能用英文、數字及 . - _" if not re.fullmatch(r"[A-Za-z0-9._-]{1,64}", name) else "此電子郵件名稱已被使用" if name.lower() == "taken.name" else self.weak(request))
        if problem:
            return jump("step2.asp", problem)
        truth.alias, truth.cloud_password = name, request.get("CPW1")
        truth.counts["activated"] += 1
        return doc("完成", f"<CENTER><BR><TABLE BORDER=3 CELLPADDING=12><TR><TD ALIGN=CENTER><FONT SIZE=5 COLOR=GREEN>申請成功</FONT><BR>您的電子郵件信箱：{x(name)}@ntuh.gov.tw<BR>明日起即可使用</TABLE><BR><A HREF=\"quit.asp\">結束離開</A></CENTER>")

    def new_password(self, request: Request) -> Response:
        if request.method == "POST":
            self.takes(request, CPW1="cloud_password", CPW2="cloud_password_again")
            problem = "" if self.truth.alias else "您尚未啟用網路帳號"
            problem = problem or self.weak(request)
            if problem:
                return jump("newpw.asp", problem)
            self.truth.cloud_password = request.get("CPW1")
            return doc("完成", "<CENTER><FONT COLOR=GREEN SIZE=4>雲端服務密碼重設好了</FONT><BR><A HREF=\"quit.asp\">結束離開</A></CENTER>")
        return doc("重置雲端服務密碼", """<CENTER><B>重置雲端服務密碼</B><FORM ACTION="newpw.asp" METHOD=POST><TABLE BORDER=1><TR><TD>設定密碼<TD><INPUT TYPE=PASSWORD NAME=CPW1><TR><TD>確認密碼<TD><INPUT TYPE=PASSWORD NAME=CPW2>
<TR><TD COLSPAN=2><INPUT TYPE=SUBMIT VALUE="確定"></TABLE></FORM><A HREF="quit.asp">結束離開</A></CENTER>""")

    # =============================================================== the webmail (a CGI in a frame)
    def mail(self, request: Request) -> Response:
        page, sid, truth = request.path.lower(), request.query.get("ID", ""), self.truth
        if page == "/":
            return frames("電子郵件", '<FRAMESET ROWS="*,0" BORDER=0><FRAME NAME=m SRC="/cgi-bin/login?index=1"><FRAME NAME=z SRC="about:blank"><NOFRAMES><BODY><A HREF="/cgi-bin/login?index=1">登入</A></BODY></NOFRAMES></FRAMESET>')
        if page == "/cgi-bin/genimg":
            return Response(picture(truth.new_captcha("abcdefghkmnprstuvwxyz23456789", 4), "GIF"), kind="image/gif")
        if page == "/cgi-bin/login" and request.method == "POST":
            self.takes(request, USERID="mail_account", PASSWD="mail_password", IMGCODE="captcha")
            shown, truth.captcha = truth.captcha, ""
            if not shown or request.get("IMGCODE").strip() != shown:
                return jump("/cgi-bin/login?index=1", "驗證碼錯誤")
            if not truth.alias or request.get("USERID").strip().lower() != truth.alias.lower() or request.get("PASSWD") != truth.cloud_password:
                return jump("/cgi-bin/login?index=1", "帳號密碼錯誤, 請重新登入")
            sid = secrets.token_hex(10)
            self.cgi.add(sid)
            truth.sessions.add(f"mail:{sid}")
            truth.counts["mail_sign_in"] += 1
            return Response("", 302, headers=[("Location", f"/cgi-bin/folder?ID={sid}&box=INBOX")])
        if page == "/cgi-bin/login":
            return doc("電子郵件", f"""<CENTER><FORM ACTION="/cgi-bin/login" METHOD=POST><TABLE BORDER=1 CELLPADDING=5><TR><TD>帳號:<TD><INPUT NAME=USERID><TR><TD>密碼:<TD><INPUT TYPE=PASSWORD NAME=PASSWD>
<TR><TD>驗證碼(小寫字母<BR>或數字):<TD><INPUT NAME=IMGCODE SIZE=6><IMG SRC="/cgi-bin/genimg?{secrets.randbelow(9999)}"><TR><TD COLSPAN=2><INPUT TYPE=CHECKBOX NAME=KEEP VALUE=1>記住登入資訊 (公用電腦請勿勾選)
<TR><TD COLSPAN=2 ALIGN=CENTER><INPUT TYPE=SUBMIT VALUE="登入"></TABLE></FORM><TABLE WIDTH=400><TR><TD BGCOLOR=#CCCCCC>公佈欄<TR><TD>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<BR>※如無法登入，請先至下方網址變更密碼，謝謝：<BR><A HREF="{self.urls['account']}" TARGET=_top>https://help.ntuh.gov.tw/</A></TABLE></CENTER>""")
        if sid not in self.cgi:
            return jump("/cgi-bin/login?index=1", "請重新登入")
        if page == "/cgi-bin/folder":
            return doc("收件匣", f'<B>收件匣</B> {x(truth.alias)}@ntuh.gov.tw　<A HREF="/cgi-bin/logout?ID={sid}">登出</A><TABLE BORDER=1 WIDTH=100%><TR BGCOLOR=#CCCCFF><TD>寄件人<TD>主旨<TD>日期<TR><TD>postmaster<TD>歡迎使用<TD>今日</TABLE>')
        if page == "/cgi-bin/logout":
            self.cgi.discard(sid)
            truth.sessions.discard(f"mail:{sid}")
            truth.counts["sign_out_mail"] += 1
            return jump("/cgi-bin/login?index=1")
        return Response("", 404)

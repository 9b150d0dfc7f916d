"""Pages a clerk drew in FrontPage and somebody later put behind ASP.NET 1.1. Big5 all over."""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

GEN = '<META NAME="GENERATOR" CONTENT="Microsoft FrontPage 4.0">\n<META NAME="ProgId" CONTENT="FrontPage.Editor.Document">'
DOPOST = """<script language="javascript">
<!--
	function __doPostBack(eventTarget, eventArgument) {
		var theform = document.Form1;
		theform.__EVENTTARGET.value = eventTarget;
		theform.__EVENTARGUMENT.value = eventArgument;
		theform.submit();
	}
// -->
</script>"""


class TheSite(Site):
    title = "hospital_clerk_frontpage_to_aspx_2005"
    charset = "cp950"

    def __init__(self) -> None:
        super().__init__()
        self.state: dict[str, tuple[str, str]] = {}
        self.people: dict[str, dict] = {}
        self.letters: set[str] = set()

    # ---- odds and ends
    def htm(self, title: str, body: str, more: str = "", attrs: str = 'BGCOLOR="#CCFFFF" BACKGROUND="images/bg.gif"') -> Response:
        return Response(f"""<HTML>
<HEAD>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5">
{GEN}
<TITLE>{title}</TITLE>{more}
</HEAD>
<BODY {attrs}>
{body}
</BODY>
</HTML>""", kind="text/html")

    def aspx(self, title: str, page: str, who: str, inside: str, action: str, onload: str = "") -> Response:
        vs = "dDwtMT" + secrets.token_urlsafe(60) + ";l+=="
        self.state[vs] = (page, who)
        return Response(f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN" >
<HTML>
	<HEAD>
		<title>{title}</title>
		<meta http-equiv="Content-Type" content="text/html; charset=big5">
		<meta name="GENERATOR" Content="Microsoft Visual Studio .NET 7.1">
		<meta name="CODE_LANGUAGE" Content="Visual Basic .NET 7.1">
	</HEAD>
	<body bgColor="#ccffff" MS_POSITIONING="FlowLayout" topmargin=5>
		<form name="Form1" method="post" action="{action}" id="Form1">
<input type="hidden" name="__EVENTTARGET" value="" />
<input type="hidden" name="__EVENTARGUMENT" value="" />
<input type="hidden" name="__VIEWSTATE" value="{vs}" />
{DOPOST}
{inside}
		</form>{onload}
	</body>
</HTML>""", kind="text/html; charset=big5")

    def tell(self, words: str, to: str, target: str = "location") -> Response:
        return Response(f"<HTML><HEAD><META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset=big5'></HEAD><BODY><SCRIPT LANGUAGE='JavaScript'>alert('{words}');{target}.href='{to}';</SCRIPT></BODY></HTML>", kind="text/html; charset=big5")

    def valid(self, request: Request, page: str, who: str) -> bool:
        return self.state.pop(request.get("__VIEWSTATE"), None) == (page, who)

    def spoiled(self) -> Response:
        return Response("<html><head><title>The viewstate is invalid for this page and might be corrupted.</title></head><body bgcolor=white><h1>Server Error in '/' Application.<hr width=100% size=1 color=silver></h1><h2><i>The viewstate is invalid for this page and might be corrupted.</i></h2></body></html>", 500)

    # ---- PORTAL
    def portal(self, request: Request) -> Response:
        path, sess = request.path.lower(), request.query.get("SESSION", "")
        if path in ("/", "/index.htm"):
            return Response(f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5">{GEN}<TITLE>NTUH PORTAL</TITLE></HEAD>
<FRAMESET ROWS="70,*" BORDER=0 FRAMEBORDER=no>
  <FRAME NAME="banner" SCROLLING=no NORESIZE TARGET="contents" SRC="top.htm">
  <FRAME NAME="main" SRC="login.aspx">
  <NOFRAMES><BODY><P>此網頁使用框架,但是您的瀏覽器並不支援. <A HREF="login.aspx">按這裡</A></BODY></NOFRAMES>
</FRAMESET></HTML>""", kind="text/html")
        if path == "/top.htm":
            return self.htm("top", '<MARQUEE BEHAVIOR=alternate><FONT FACE="標楷體" SIZE=5 COLOR=blue>健康守護, 醫界典範 National Taiwan University Hospital</FONT></MARQUEE>')
        if path == "/chkcode.aspx":
            return Response(picture(self.truth.new_captcha(), "BMP"), kind="image/bmp")
        if path == "/login.aspx":
            return self.login(request)
        if path == "/none.aspx":
            self.takes(request)
        if f"portal:{sess}" not in self.truth.sessions:
            if request.method == "POST":
                self.takes(request, OldPW="old_password", NewPW="new_password", NewPW2="new_password_again")
            return self.tell("您尚未登入或閒置過久! Please login again.", "/index.htm", "top.location")
        s = f"?SESSION={sess}"
        if path == "/notice.aspx":
            return self.htm("公告", f"""<CENTER><TABLE BORDER=3 BORDERCOLOR=#FF9900 WIDTH=500 BGCOLOR=#FFFFCC><TR><TD ALIGN=middle><FONT COLOR=red SIZE=5 FACE=標楷體>★ 重要公告 Notice ★</FONT>
<TR><TD><FONT SIZE=3>一、請全院同仁填報「薪資所得免稅額申報表」。<BR>二、本週六 22:00 至週日 02:00 進行電腦主機維護，屆時暫停服務。<BR>三、請勿將帳號借給他人使用。</FONT>
<TR><TD ALIGN=middle><A HREF="default.aspx{s}" TARGET="_top"><FONT SIZE=4>我知道了，進入系統 (Enter)</FONT></A></TABLE></CENTER>""")
        if path == "/default.aspx":
            return Response(f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5"><TITLE>NTUH PORTAL 功能選單</TITLE></HEAD>
<FRAMESET COLS="210,*"><FRAME NAME="contents" SRC="menu.aspx{s}"><FRAME NAME="main" SRC="welcome.aspx{s}"><NOFRAMES><BODY><A HREF="menu.aspx{s}">選單 Menu</A></BODY></NOFRAMES></FRAMESET></HTML>""", kind="text/html")
        if path == "/welcome.aspx":
            return self.htm("welcome", f"<P ALIGN=center><FONT SIZE=5>{self.truth.person.name} 您好!</FONT><P ALIGN=center><IMG SRC=images/flower.gif ALT=''><BR>全院公告 2<BR>總院差勤待簽 0 未核准 0 被駁回 0")
        if path == "/menu.aspx":
            here = self.urls["inner"]
            rows = "".join(f'<TR><TD>&nbsp;<IMG SRC="images/ball.gif" ALT="" WIDTH=10><TD NOWRAP><A HREF="{to}" TARGET="main"><FONT SIZE=2>{t}</FONT></A>\n' for t, to in (
                ("更改密碼<BR>Change Password", f"chgpwd.aspx{s}"), ("個人簽章提醒設定", f"none.aspx{s}"), ("薪資所得免稅額申報表", f"none.aspx{s}"), ("查詢員工連絡資料", f"none.aspx{s}"),
                ("維護個人連絡資料<BR>My Contact", f"{here}/hr/contact.aspx{s}"), ("個人就醫紀錄查詢", f"none.aspx{s}"), ("流感同意書列印", f"none.aspx{s}")))
            return self.htm("menu", f"""<TABLE BORDER=1 WIDTH="100%" BGCOLOR=white><TR><TD COLSPAN=2 BGCOLOR=#006666><FONT COLOR=white><B>個人管理 Personal</B></FONT>
{rows}</TABLE><FORM NAME=F_Q ACTION="none.aspx" METHOD=GET TARGET=main><INPUT TYPE=hidden NAME=SESSION VALUE="{sess}"><INPUT NAME=T1 SIZE=8><INPUT TYPE=submit VALUE="站內找"></FORM>
<P><A HREF="logout.aspx{s}" TARGET="_top"><IMG SRC="images/exit.gif" ALT="登出系統 Logout" BORDER=0></A>""")
        if path == "/logout.aspx":
            self.truth.sessions.discard(f"portal:{sess}")
            self.truth.counts["sign_out_portal"] += 1
            return self.htm("Bye", '<P ALIGN=center><FONT SIZE=4>您已離開系統, 謝謝使用. Bye-bye!</FONT><P ALIGN=center><A HREF="index.htm" TARGET=_top>重新登入 Login</A>')
        if path == "/chgpwd.aspx":
            return self.chgpwd(request, sess, s)
        if path == "/none.aspx":
            return self.htm("-", "<P><FONT COLOR=red>此功能建置中 Under Construction</FONT>")
        return Response("<h1>Object Not Found</h1>", 404)

    def login(self, request: Request) -> Response:
        if request.method == "POST":
            self.takes(request, D1="campus", T1="employee_id", T2="portal_password", T3="captcha")
            text, self.truth.captcha = self.truth.captcha, ""
            if not self.valid(request, "login", ""):
                return self.spoiled()
            person, why = self.truth.person, ""
            if not text or request.get("T3").strip().upper() != text.upper():
                why = "檢查碼打錯了! Check code error!"
            elif request.get("D1") != "T0":
                why = "院區不對! Wrong hospital!"
            elif request.get("T1").strip() != person.employee_id or request.get("T2") != self.truth.portal_password:
                why = "查無此人或密碼錯誤! Invalid user ID or password!"
            if why:
                self.truth.counts["sign_in_refused"] += 1
                return self.tell(why, "/login.aspx")
            sess = secrets.token_hex(16)
            self.truth.sessions.add(f"portal:{sess}")
            self.truth.counts["sign_in"] += 1
            return self.htm("OK", "<P ALIGN=center>登入成功 Login OK ! 請稍候.....", f'<META HTTP-EQUIV="Refresh" CONTENT="1; URL=notice.aspx?SESSION={sess}">')
        inside = """<CENTER><TABLE BORDER=0 CELLPADDING=0 WIDTH=620><TR><TD WIDTH=200 VALIGN=top>
<TABLE BORDER=1 WIDTH=190><TR><TD BGCOLOR=#99CCFF>相關連結 Links<TR><TD><A HREF="#">院外網</A> <A HREF="#">院內網</A><TR><TD><A HREF="#">數位學習</A><TR><TD><A HREF="#">網路掛號</A></TABLE>
<TD VALIGN=top><TABLE BORDER=2 BORDERCOLOR=#003399 CELLPADDING=4><TR><TD COLSPAN=2 ALIGN=middle BGCOLOR=#003399><FONT COLOR=#FFFFFF FACE=標楷體 SIZE=4>醫療資訊系統 Medical Information System</FONT>
<TR><TD ALIGN=right NOWRAP><FONT FACE="標楷體">院　區<BR></FONT><FONT SIZE=1>Hospital</FONT><TD><SELECT NAME=D1 SIZE=1><OPTION VALUE=T0 SELECTED>總院區<OPTION VALUE=T2>北護分院<OPTION VALUE=T3>金山分院<OPTION VALUE=Y0>雲林分院</SELECT>
<TR><TD ALIGN=right NOWRAP><FONT FACE="標楷體">帳　號<BR></FONT><FONT SIZE=1>User ID</FONT><TD><INPUT TYPE=text NAME=T1 SIZE=10 MAXLENGTH=6>
<TR><TD ALIGN=right NOWRAP><FONT FACE="標楷體">密　碼<BR></FONT><FONT SIZE=1>Password</FONT><TD><INPUT TYPE=password NAME=T2 SIZE=16 MAXLENGTH=20>
<TR><TD ALIGN=right NOWRAP><FONT FACE="標楷體">驗證碼<BR></FONT><FONT SIZE=1>Check Code</FONT><TD><INPUT TYPE=text NAME=T3 SIZE=8 MAXLENGTH=6> <IMG SRC="chkcode.aspx" ALIGN=absmiddle BORDER=1><BR><FONT SIZE=2 COLOR=gray>(不用區分大小寫 not case sensitive)</FONT>
<TR><TD COLSPAN=2 ALIGN=middle><INPUT TYPE=submit NAME=B1 VALUE="　登　入　Login　"> <INPUT TYPE=reset VALUE="重填 Clear" NAME=B2></TABLE>
<P><FONT SIZE=2>如無法登入，請撥資訊室分機261120</FONT></TABLE></CENTER>"""
        return self.aspx("登入", "login", "", inside, "login.aspx")

    def chgpwd(self, request: Request, sess: str, s: str) -> Response:
        if request.method == "POST":
            self.takes(request, OldPW="old_password", NewPW="new_password", NewPW2="new_password_again")
            if not self.valid(request, "chgpwd", sess):
                return self.spoiled()
            new, why = request.get("NewPW"), ""
            if request.get("OldPW") != self.truth.portal_password:
                why = "舊密碼不對! Old password is wrong!"
            elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                why = "新密碼要8個字以上, 而且要有英文及數字! Password too weak!"
            elif new != request.get("NewPW2"):
                why = "兩次打的新密碼不一樣!"
            if why:
                self.truth.counts["password_refused"] += 1
                return self.tell(why, f"/chgpwd.aspx{s}")
            self.truth.portal_password = new
            self.truth.counts["password_changed"] += 1
            return self.htm("OK", f'<CENTER><IMG SRC=images/ok.gif ALT=""><BR><FONT SIZE=5 COLOR=green>您的密碼已經改好了!</FONT><BR>Your password has been changed.<HR WIDTH=60%><A HREF="default.aspx{s}" TARGET=_top>回功能選單</A>　<A HREF="logout.aspx{s}" TARGET=_top>登出系統</A></CENTER>')
        inside = f"""<P><FONT SIZE=5 FACE=標楷體 COLOR=#800000>更改密碼 Change Password</FONT>
<TABLE BORDER=1 CELLSPACING=0 BGCOLOR=#FFFFFF><TR><TD>請輸入舊密碼：<BR><FONT SIZE=1>Old Password</FONT><TD><INPUT NAME=OldPW TYPE=password SIZE=20>
<TR><TD>請輸入新密碼：<BR><FONT SIZE=1>New Password</FONT><TD><INPUT NAME=NewPW TYPE=password SIZE=20>
<TR><TD>請再輸入新密碼：<BR><FONT SIZE=1>Confirm</FONT><TD><INPUT NAME=NewPW2 TYPE=password SIZE=20>
<TR><TD>密碼強度檢核：<TD><FONT COLOR=gray>---</FONT></TABLE>
密碼設定條件：<OL><LI>密碼長度不可少於8個字元<LI>密碼內容需包含英文及數字</OL>
<INPUT TYPE=submit NAME=B1 VALUE="確定 OK"><P><A HREF="default.aspx{s}" TARGET=_top>回功能選單</A>　<A HREF="logout.aspx{s}" TARGET=_top>登出系統</A>"""
        return self.aspx("更改密碼", "chgpwd", sess, inside, f"chgpwd.aspx{s}")

    # ---- inner
    def inner(self, request: Request) -> Response:
        sess = request.query.get("SESSION", "")
        if request.method == "POST":
            self.takes(request, Mobil="mobile_phone")
        if f"portal:{sess}" not in self.truth.sessions:
            return self.tell("閒置過久, 請重新登入!", self.urls["portal"], "top.location")
        if request.path.lower() != "/hr/contact.aspx":
            return Response("<h1>Object Not Found</h1>", 404)
        wire = {"EName1": "english_surname", "EName2": "english_given", "EName3": "english_middle", "Tel_O": "office_phone", "Tel_H": "home_phone", "Mobil": "mobile_phone"}
        person, red = self.truth.person, ""
        now = {k: self.truth.saved_contact.get(k, getattr(person, k)) for k in wire.values()}
        if request.method == "POST":
            if not self.valid(request, "contact", sess) or request.get("EmpNo") != person.employee_id or not all(request.has(n) for n in wire):
                return self.spoiled()
            now = {k: request.get(n).strip() for n, k in wire.items()}
            if not re.fullmatch(r"09[0-9]{8}", now["mobile_phone"]):
                red = "<FONT COLOR=red SIZE=4>行動電話請打10碼數字! Mobile phone error!</FONT>"
            else:
                self.truth.saved_contact.update(now)
                self.truth.counts["contact_saved"] += 1
                red = f"<FONT COLOR=blue SIZE=4>{time.strftime('%H:%M:%S')} 存檔完畢 Data saved.</FONT>"
        def cell(label: str, name: str, hint: str, size: int = 16) -> str:
            return f'<TD BGCOLOR=#CCCCFF ALIGN=right NOWRAP>{label}<TD><INPUT TYPE=text NAME={name} VALUE="{escape(now[wire[name]])}" SIZE={size}><FONT SIZE=2 COLOR=#666666> {hint}</FONT>'
        inside = f"""<P ALIGN=center><FONT SIZE=4>台大醫院---維護個人連絡資料</FONT><BR>{red}
<P><INPUT TYPE=submit NAME=B_Save VALUE="異動儲存 (Save)" onclick="return confirm('確定要存檔嗎? Are you sure?');">
<TABLE BORDER=1 WIDTH="98%" BGCOLOR=white><TR><TD BGCOLOR=#CCCCFF ALIGN=right>員工編號：<TD><INPUT TYPE=text NAME=EmpNo VALUE={person.employee_id} READONLY SIZE=8><TD BGCOLOR=#CCCCFF ALIGN=right>姓名：<TD>{person.name}
<TR>{cell("英文姓：", "EName1", "ex:Chen(陳)")}{cell("英文首名：", "EName2", "ex: Yi-Fen(怡芬) (說明)")}
<TR>{cell("英文中名：", "EName3", "ex:Mary 為英文別名，如無，可不填")}<TD><TD>
<TR>{cell("辦公室電話：", "Tel_O", "ex:61234或23123456")}{cell("住宅電話：", "Tel_H", "ex:0223123456")}
<TR>{cell("行動電話：", "Mobil", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")}<TD><TD></TABLE>"""
        return self.aspx("維護個人連絡資料", "contact", sess, inside, f"contact.aspx?SESSION={sess}")

    # ---- account, cookieless sessions: /(id)/page.aspx
    def account(self, request: Request) -> Response:
        path = request.path
        if path in ("/", "/index.htm"):
            return self.index()
        found = re.fullmatch(r"/(?:\((\w+)\)/)?(enable1|reset1|sendsms|enable2|reset2|exit)\.aspx", path, re.I)
        if not found:
            return Response("<h1>Object Not Found</h1>", 404)
        sid, page = found.group(1) or "", found.group(2).lower()
        if sid not in self.people:
            sid = secrets.token_hex(12)
            self.people[sid] = {}
            return redirect(f"/({sid})/{page if page in ('enable1', 'reset1') else 'enable1'}.aspx")
        me = self.people[sid]
        if page in ("enable1", "reset1"):
            return self.prove(request, sid, me, page)
        if page == "sendsms":
            return self.sendsms(request, sid, me)
        if f"account:{sid}" not in self.truth.sessions or (page != "exit" and me.get("page") != page):
            if request.method == "POST":
                self.takes(request, MailName="alias", PW1="cloud_password", PW2="cloud_password_again")
            return self.tell("請先做身分驗證! Please verify first.", f"/({sid})/enable1.aspx")
        if page == "exit":
            self.truth.sessions.discard(f"account:{sid}")
            self.truth.counts["sign_out_account"] += 1
            del self.people[sid]
            return redirect("/index.htm")
        return self.enable2(request, sid, me) if page == "enable2" else self.reset2(request, sid)

    def index(self) -> Response:
        return self.htm("網路帳號服務", """<P ALIGN=center><FONT FACE=標楷體 SIZE=6 COLOR=#0000FF>網路帳號申請 Network Account</FONT>
<P>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼
<P><B>《規範》</B><BR>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<UL><LI>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。<LI>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。<LI>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</UL>
<P><B>《常見問題與服務》 FAQ</B><DL><DT>密碼修改後多久可以生效<DD>即時生效。<DT>忘記密碼<DD>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</DL>
<HR><TABLE BORDER=4 ALIGN=center CELLPADDING=6 BGCOLOR=#FFFFCC><TR><TD><IMG SRC=images/new.gif ALT=NEW><A HREF="enable1.aspx">【啟用網路帳號及首次<BR>雲端帳號密碼設定】</A><TD>啟用本院微軟相關服務，如：Office365, Outlook...<TR><TD><A HREF="reset1.aspx">【重置雲端服務密碼】</A><TD>重設非Portal帳號的密碼<TR><TD><FONT COLOR=gray>【總院廠商VPN展延申請】</FONT><TD>暫停服務</TABLE>
<P ALIGN=center><FONT SIZE=2>您是第 <IMG SRC=images/counter.gif ALT=0013562> 位訪客. Best viewed with IE 5.0, 800x600</FONT>""")

    def prove(self, request: Request, sid: str, me: dict, page: str) -> Response:
        red = ""
        if request.method == "POST":
            self.takes(request, T1="employee_id", T2="code")
            if not self.valid(request, page, sid):
                return self.spoiled()
            me["no"], me["from"] = request.get("T1").strip(), page
            known = me["no"] == self.truth.person.employee_id
            if request.has("B1"):
                if known:
                    return redirect(f"/({sid})/sendsms.aspx")
                red = "沒有這個帳號! No such account!"
            elif request.has("B2"):
                code = me.get("code", "")
                if code and time.time() - me["born"] > 120:
                    red = "動態碼超過2分鐘失效了, 請重發! Expired!"
                elif not known or not code or request.get("T2").strip() != code:
                    red = "動態碼打錯了! Wrong code!"
                else:
                    self.truth.counts["code_accepted"] += 1
                    self.truth.sessions.add(f"account:{sid}")
                    me["code"], me["page"] = "", page.replace("1", "2")
                    return redirect(f"/({sid})/{me['page']}.aspx")
                self.truth.counts["code_refused"] += 1
        name = "啟用網路帳號及首次雲端帳號密碼設定" if page == "enable1" else "重置雲端服務密碼"
        inside = f"""<FONT SIZE=2>注意事項<UL><LI>電子郵件別名第一次設定之後則不能修改，請慎重選擇。<LI>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<LI>請輸入帳號與簡訊動態碼後按「下一步」。</UL></FONT>
<TABLE BORDER=1 CELLPADDING=4 BGCOLOR=white><TR><TH COLSPAN=3 BGCOLOR=#FFCC99>{name}
<TR><TD>網路帳號 / 主職員工編號<BR><FONT SIZE=1>Account / Employee No.</FONT><TD><INPUT TYPE=text NAME=T1 SIZE=12 VALUE="{escape(me.get("no", ""))}"><TD><INPUT TYPE=submit NAME=B1 VALUE="發送簡訊動態碼">
<TR><TD>簡訊(或MOTP)動態碼<BR><FONT SIZE=1>Dynamic code</FONT><TD><INPUT TYPE=text NAME=T2 SIZE=12 MAXLENGTH=6><TD>&nbsp;
<TR><TD COLSPAN=2><FONT COLOR=red><B>{red}</B></FONT>&nbsp;<TD><INPUT TYPE=submit NAME=B2 VALUE="下一步 Next&gt;&gt;"></TABLE><A HREF="/index.htm">回首頁 Home</A>"""
        return self.aspx(name, page, sid, inside, f"{page}.aspx")

    def sendsms(self, request: Request, sid: str, me: dict) -> Response:
        back = f"/({sid})/{me.get('from', 'enable1')}.aspx"
        person, red = self.truth.person, ""
        if request.method == "POST":
            self.takes(request, T_Tel="registered_phone")
            if not self.valid(request, "sendsms", sid):
                return self.spoiled()
            if request.has("B2"):
                return redirect(back)
            if request.get("T_Tel").strip() == self.truth.saved_contact.get("mobile_phone", person.mobile_phone):
                me["code"], me["born"] = self.truth.new_message(), time.time()
                return self.htm("OK", f"<CENTER><H3>動態碼簡訊發送成功</H3>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」<P><A HREF='{back}'>[ 確定 OK ]</A></CENTER>")
            red = "<P><FONT COLOR=red>這支手機不是您登記的門號! Phone number mismatch!</FONT>"
        if me.get("no") != person.employee_id:
            return redirect(back)
        inside = f"""<CENTER><TABLE BORDER=2 BGCOLOR=#FFFFFF CELLPADDING=8><TR><TD>請輸入帳號登記的手機門號(10碼)<TR><TD><INPUT TYPE=text NAME=T_Tel SIZE=14 MAXLENGTH=10>{red}<TR><TD ALIGN=middle><INPUT TYPE=submit NAME=B1 VALUE="確定發送"> <INPUT TYPE=submit NAME=B2 VALUE="取消"></TABLE></CENTER>"""
        return self.aspx("發送簡訊", "sendsms", sid, inside, "sendsms.aspx")

    def enable2(self, request: Request, sid: str, me: dict) -> Response:
        truth, person, red = self.truth, self.truth.person, ""
        if request.method == "POST":
            self.takes(request, MailName="alias")
            if not self.valid(request, "enable2", sid):
                return self.spoiled()
            name = request.get("MailName").strip()
            if request.get("__EVENTTARGET") == "LB_Cancel":
                return redirect(f"/({sid})/exit.aspx")
            if truth.alias:
                return self.tell("您已經啟用過了, 不可以再啟用一次!", f"/({sid})/enable2.aspx")
            if not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", name):
                red = "郵件名稱不合規定, 請用英文及數字! Bad name!"
            elif name.lower() == "taken.name":
                red = "這個名稱有人用了, 請換一個! Already taken!"
            else:
                truth.alias, truth.cloud_password = name, person.national_id
                truth.counts["activated"] += 1
                return self.htm("OK", f"""<CENTER><TABLE BORDER=3 BGCOLOR=#FFFFCC CELLPADDING=10><TR><TD><FONT SIZE=4 COLOR=green>辦好了! 您的電子郵件是 {escape(name)}@ntuh.gov.tw</FONT>
<TR><TD>雲端服務的初始密碼為您的<B>身分證號（英文字母大寫）</B>，為了安全請儘快到首頁按【重置雲端服務密碼】改掉。<BR>Initial password is your ID number.</TABLE><P><A HREF="exit.aspx">離開 Exit</A></CENTER>""")
        facts = f"""<TR><TD>網路帳號 / 主職員工編號<TD>{person.employee_id}<TR><TD>帳號姓名<TD>{person.name}<TR><TD>主職單位<TD>{person.unit}<TR><TD>有效期限<TD>{person.valid_until}"""
        if truth.alias:
            rest = f"<TR><TD>雲端服務帳號 (電子郵件名稱)<TD><B>{escape(truth.alias)}@ntuh.gov.tw</B><BR><FONT COLOR=red>您已經辦過啟用了 (Activated)</FONT></TABLE>"
        else:
            rest = f"""<TR><TD>雲端服務帳號<BR>(電子郵件名稱)<TD><INPUT TYPE=text NAME=MailName SIZE=24 MAXLENGTH=64 VALUE="{escape(request.get("MailName"))}">@ntuh.gov.tw <FONT SIZE=2>名稱長度限64字元內</FONT></TABLE><FONT COLOR=red>{red}</FONT>
<P><A HREF="javascript:__doPostBack('LB_Cancel','')">取消啟用</A>　<INPUT TYPE=submit NAME=B_OK VALUE="啟用雲端服務"> <FONT SIZE=2>服務於設定完成隔日生效</FONT>"""
        inside = f"""<H3>設定密碼與郵件別名</H3><FONT SIZE=2>雲端服務帳號說明：<BR>1. 雲端服務帳號為跨體系使用。<BR>2. 服務於設定完成隔日生效。</FONT><TABLE BORDER=1 BGCOLOR=white CELLPADDING=4>{facts}{rest}<P><A HREF="exit.aspx">離開 Exit</A>"""
        return self.aspx("設定密碼與郵件別名", "enable2", sid, inside, "enable2.aspx")

    def reset2(self, request: Request, sid: str) -> Response:
        red = ""
        if request.method == "POST":
            self.takes(request, PW1="cloud_password", PW2="cloud_password_again")
            if not self.valid(request, "reset2", sid):
                return self.spoiled()
            new = request.get("PW1")
            if not self.truth.alias:
                red = "您還沒有啟用網路帳號! Not activated yet!"
            elif new != request.get("PW2"):
                red = "兩次不一樣!"
            elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                red = "密碼要8個字以上, 要有英文及數字!"
            else:
                self.truth.cloud_password = new
                return self.htm("OK", '<CENTER><FONT SIZE=4 COLOR=green>雲端服務密碼改好了! OK!</FONT><P><A HREF="exit.aspx">離開 Exit</A></CENTER>')
        inside = f"""<H3>重置雲端服務密碼</H3><TABLE BORDER=1 BGCOLOR=white><TR><TD>新的雲端服務密碼<TD><INPUT TYPE=password NAME=PW1><TR><TD>再打一次<TD><INPUT TYPE=password NAME=PW2></TABLE><FONT COLOR=red>{red}</FONT><BR><INPUT TYPE=submit VALUE="確定 OK" NAME=B1><P><A HREF="exit.aspx">離開 Exit</A>"""
        return self.aspx("重置雲端服務密碼", "reset2", sid, inside, "reset2.aspx")

    # ---- mail: a CGI of the mail vendor
    def mail(self, request: Request) -> Response:
        truth, path, mid = self.truth, request.path, request.query.get("M_ID", "")
        if path == "/cgi-bin/chkimg":
            return Response(picture(truth.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 4)), kind="image/gif")
        if path in ("/cgi-bin/inbox", "/cgi-bin/logout"):
            if f"mail:{mid}" not in truth.sessions:
                return self.tell("連線逾時 Session timeout", "/")
            if path.endswith("logout"):
                truth.sessions.discard(f"mail:{mid}")
                truth.counts["sign_out_mail"] += 1
                return self.htm("Bye", "<P>已登出電子郵件. <A HREF='/'>Login again</A>")
            return self.htm("收信匣", f"<TABLE WIDTH=100% BORDER=0 BGCOLOR=#336699><TR><TD><FONT COLOR=white>{escape(truth.alias)}@ntuh.gov.tw</FONT><TD ALIGN=right><A HREF='/cgi-bin/logout?M_ID={mid}'><FONT COLOR=white>登出 Logout</FONT></A></TABLE><B>收信匣 Inbox</B><TABLE BORDER=1><TR><TD>寄件人<TD>主旨<TR><TD>postmaster<TD>Welcome!</TABLE>", attrs="BGCOLOR=white")
        red = ""
        if path == "/cgi-bin/login" and request.method == "POST":
            self.takes(request, USERID="mail_account", PASSWD="mail_password", CHKIMG="captcha")
            text, truth.captcha = truth.captcha, ""
            key = request.get("SKEY")
            if key not in self.letters:
                red = "網頁過期, 請重新登入 (Page expired)"
            elif not text or request.get("CHKIMG").strip() != text:
                red = "驗證碼錯誤 Wrong image code"
            elif not truth.alias or request.get("USERID").strip().lower().split("@")[0] != truth.alias.lower() or request.get("PASSWD") != truth.cloud_password:
                red = "帳號或密碼錯誤 Login incorrect"
            else:
                mid = secrets.token_hex(10)
                truth.sessions.add(f"mail:{mid}")
                truth.counts["mail_sign_in"] += 1
                self.letters.discard(key)
                return self.htm("Loading", "信箱開啟中 Loading...", f"<SCRIPT>location.replace('/cgi-bin/inbox?M_ID={mid}');</SCRIPT>")
            self.letters.discard(key)
        elif path not in ("/", "/cgi-bin/login"):
            return Response("<h1>Not Found</h1>", 404)
        key = secrets.token_hex(8)
        self.letters.add(key)
        return self.htm("電子郵件系統", f"""<CENTER><FORM NAME=logForm METHOD=post ACTION="/cgi-bin/login"><INPUT TYPE=hidden NAME=SKEY VALUE={key}><INPUT TYPE=hidden NAME=LANG VALUE=zh-tw>
<TABLE BORDER=0 CELLPADDING=5 BGCOLOR=#EEEEFF><TR><TD COLSPAN=2><FONT SIZE=4>臺大醫院電子郵件 Web Mail</FONT><BR><FONT COLOR=red>{red}</FONT><TR><TD ALIGN=right>帳號:<TD><INPUT NAME=USERID SIZE=18>@ntuh.gov.tw<TR><TD ALIGN=right>密碼:<TD><INPUT TYPE=password NAME=PASSWD SIZE=18>
<TR><TD ALIGN=right>驗證碼(小寫字母或數字):<TD><INPUT NAME=CHKIMG SIZE=6><IMG SRC="/cgi-bin/chkimg"><TR><TD><TD><INPUT TYPE=checkbox NAME=SAVE VALUE=1>記住登入資訊 (公用電腦請勿勾選)<TR><TD><TD><INPUT TYPE=submit VALUE="登入 Login"></TABLE></FORM>
<TABLE BORDER=1 WIDTH=500><TR><TD BGCOLOR=#CCCCCC>公佈欄<TR><TD>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<BR>※如無法登入，請先至下方網址變更密碼，謝謝：<BR><A HREF="{self.urls["account"]}">https://help.ntuh.gov.tw/</A></TABLE></CENTER>""", attrs="BGCOLOR=white")

"""Classic ASP with VBScript on an old IIS, Big5, nested tables, image buttons, alert() and history.back()."""

from __future__ import annotations

import random
import re
import string
import time

from truth import Request, Response, Site, picture, redirect

TAKEN = ("taken.name", "postmaster", "admin")
BRANCH = (("1", "總院區"), ("2", "雲林分院"), ("3", "新竹分院"), ("4", "竹東分院"), ("5", "北護分院"), ("6", "金山分院"))


def Server_HTMLEncode(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def letters(count: int) -> str:
    return "".join(random.SystemRandom().choice(string.ascii_uppercase) for _ in range(count))


class TheSite(Site):
    title = "classic_asp_vbscript"
    charset = "cp950"

    def __init__(self) -> None:
        super().__init__()
        self.Session: dict[str, dict] = {}

    # ---- what every .asp file includes
    def begin(self, r: Request, name: str) -> tuple[str, dict, list[tuple[str, str]]]:
        key = r.cookies.get(name, "")
        if key in self.Session:
            return key, self.Session[key], []
        key = letters(24)
        self.Session[key] = {}
        return key, self.Session[key], [("Set-Cookie", f"{name}={key}; path=/")]

    def write(self, text: str, headers: list | None = None) -> Response:
        return Response(text, kind="text/html", headers=[("Cache-control", "private, no-store"), ("Expires", "Mon, 01 Jan 1990 00:00:00 GMT"), *(headers or [])])

    def back(self, text: str) -> Response:
        return self.write(f'<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5"></HEAD>\n<SCRIPT LANGUAGE="JavaScript">\n<!--\nalert("{text}");\nhistory.back();\n//-->\n</SCRIPT>\n</HTML>')

    def goto(self, text: str, to: str, top: bool = False) -> Response:
        place = "top.location.href" if top else "location.href"
        return self.write(f'<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5"></HEAD>\n<SCRIPT LANGUAGE="JavaScript">\n<!--\nalert("{text}");\n{place}="{to}";\n//-->\n</SCRIPT>\n</HTML>')

    def head(self, title: str) -> str:
        return f'''<HTML>
<HEAD>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5">
<TITLE>{title}</TITLE>
<STYLE TYPE="text/css"><!-- TD {{font-size:10pt;font-family:細明體}} .t {{color:#ffffff}} --></STYLE>
</HEAD>
<BODY BGCOLOR=#FFFFFF TOPMARGIN=0 LEFTMARGIN=0 LINK=#0000CC VLINK=#0000CC>
'''

    def gif(self, r: Request) -> Response:
        return Response(picture("OK" if "ok" in r.path else "..", "GIF", (72, 24)), kind="image/gif")

    @staticmethod
    def pressed(r: Request, name: str) -> bool:
        return r.has(name + ".x") and r.has(name + ".y")

    # ---- portal
    def portal(self, r: Request) -> Response:
        file = r.path.lower()
        if r.method == "POST":
            if file == "/chklogin.asp":
                self.takes(r, hosp="campus", uid="employee_id", pwd="portal_password", vcode="captcha")
            elif file == "/person/chgpwd_save.asp":
                self.takes(r, OldPW="old_password", NewPW="new_password", NewPW2="new_password_again")
            else:
                self.takes(r)
        if file.startswith("/images/"):
            return self.gif(r)
        key, s, cookie = self.begin(r, "ASPSESSIONIDQARTBDCS")
        if file in ("/", "/default.asp"):
            return self.write('<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5"><META HTTP-EQUIV="refresh" CONTENT="0;URL=login.asp"></HEAD><BODY>請稍候... <A HREF="login.asp">進入系統</A></BODY></HTML>', cookie)
        if file == "/login.asp":
            return self.login(cookie)
        if file == "/code.asp":
            s["code"] = self.truth.new_captcha()
            return Response(picture(s["code"], "BMP", (110, 34)), kind="image/bmp", headers=[("Cache-Control", "no-cache"), *cookie])
        if file == "/chklogin.asp":
            return self.check_login(r, key, s)
        ticket = r.query.get("SESSION", "")
        if s.get("ticket") != ticket or "portal:" + ticket not in self.truth.sessions:
            return self.goto("連線逾時或尚未登入，請重新登入！", "/login.asp", True)
        if file == "/main.asp":
            return self.write(f'''<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5"><TITLE>醫療資訊系統</TITLE></HEAD>
<FRAMESET ROWS="64,*" BORDER=0 FRAMEBORDER=0>
<FRAME NAME="ftop" SRC="top.asp?SESSION={ticket}" SCROLLING=no NORESIZE>
<FRAME NAME="fmain" SRC="menu.asp?SESSION={ticket}">
<NOFRAMES><BODY>您的瀏覽器不支援框架，請點 <A HREF="menu.asp?SESSION={ticket}">選單</A></BODY></NOFRAMES>
</FRAMESET></HTML>''')
        if file == "/top.asp":
            return self.write(self.head("top") + f'''<TABLE WIDTH=100% BGCOLOR=#003366 CELLPADDING=4><TR><TD CLASS=t><FONT COLOR=#FFFF99 SIZE=4><B>台大醫院 醫療資訊系統</B></FONT>
<TD CLASS=t ALIGN=right>{self.truth.person.name} 您好!&nbsp;<FORM NAME=fq ACTION="find.asp?SESSION={ticket}" METHOD=post STYLE="display:inline"><INPUT TYPE=text NAME=keyword SIZE=8><INPUT TYPE=submit VALUE="找選單"></FORM>
<TD ALIGN=right><A HREF="logout.asp?SESSION={ticket}" TARGET=_top><IMG SRC="images/logout.gif" BORDER=0 ALT="登出系統"></A></TABLE></BODY></HTML>''')
        if file == "/menu.asp":
            return self.menu(ticket)
        if file == "/logout.asp":
            self.truth.sessions.discard("portal:" + ticket)
            self.truth.counts["sign_out_portal"] += 1
            del self.Session[key]
            return self.goto("您已登出系統", "/login.asp", True)
        if file == "/person/chgpwd.asp":
            s["pwform"] = letters(8)
            return self.write(self.head("更改密碼") + f'''<CENTER><BR><TABLE BORDER=1 BORDERCOLOR=#336699 CELLSPACING=0 WIDTH=480><TR><TD BGCOLOR=#336699 ALIGN=center CLASS=t><B>更改密碼</B></TD></TR>
<TR><TD><FORM NAME=f1 METHOD=POST ACTION="chgpwd_save.asp?SESSION={ticket}"><INPUT TYPE=HIDDEN NAME=chk VALUE="{s['pwform']}">
<TABLE BORDER=0 CELLPADDING=4>
<TR><TD ALIGN=right>請輸入舊密碼：<TD><INPUT TYPE=password NAME=OldPW SIZE=20 MAXLENGTH=20>
<TR><TD ALIGN=right>請輸入新密碼：<TD><INPUT TYPE=password NAME=NewPW SIZE=20 MAXLENGTH=20>
<TR><TD ALIGN=right>請再輸入新密碼：<TD><INPUT TYPE=password NAME=NewPW2 SIZE=20 MAXLENGTH=20>
<TR><TD ALIGN=right>密碼強度檢核：<TD><TABLE BORDER=1 WIDTH=100><TR><TD BGCOLOR=#CCCCCC>&nbsp;</TD></TR></TABLE>
<TR><TD COLSPAN=2>密碼設定條件：<BR>1.密碼長度不可少於8個字元<BR>2.密碼內容需包含英文及數字
<TR><TD COLSPAN=2 ALIGN=center><INPUT TYPE=image NAME=btnOK SRC="../images/ok.gif" ALT="確定更改" BORDER=0>&nbsp;&nbsp;<A HREF="javascript:document.f1.reset()"><IMG SRC="../images/clear.gif" BORDER=0 ALT="清除重填"></A>
</TABLE></FORM></TD></TR></TABLE><BR><A HREF="../menu.asp?SESSION={ticket}">回功能選單</A>　<A HREF="../logout.asp?SESSION={ticket}" TARGET=_top>登出系統</A></CENTER></BODY></HTML>''')
        if file == "/person/chgpwd_save.asp" and r.method == "POST":
            return self.save_password(r, s, ticket)
        return self.back("您沒有使用本功能之權限！")

    def login(self, cookie: list) -> Response:
        options = "".join(f"<OPTION VALUE={v}{' SELECTED' if v == '1' else ''}>{n}" for v, n in BRANCH)
        return self.write(self.head("台大醫院 醫療資訊系統") + f'''<TABLE WIDTH=100% HEIGHT=100% BORDER=0><TR><TD ALIGN=center VALIGN=middle>
<TABLE BORDER=0 CELLSPACING=1 BGCOLOR=#006699 WIDTH=420><TR><TD ALIGN=center><FONT COLOR=white SIZE=4>醫療資訊系統</FONT><BR><FONT COLOR=white SIZE=2>National Taiwan University Hospital</FONT></TD></TR>
<TR><TD BGCOLOR=#F0F8FF>
<FORM NAME="form1" METHOD="post" ACTION="chklogin.asp" onSubmit="return chk(this)">
<TABLE BORDER=0 ALIGN=center CELLPADDING=3>
<TR><TD>院　區<TD><SELECT NAME=hosp>{options}</SELECT>
<TR><TD>帳　號<TD><INPUT TYPE=text NAME=uid SIZE=12 MAXLENGTH=6>
<TR><TD>密　碼<TD><INPUT TYPE=password NAME=pwd SIZE=12 MAXLENGTH=20>
<TR><TD>驗證碼<TD><INPUT TYPE=text NAME=vcode SIZE=8 MAXLENGTH=6> <IMG SRC="code.asp?r={letters(5)}" ALIGN=absmiddle ALT=""><BR><FONT SIZE=1 COLOR=gray>(不用區分大小寫)</FONT>
<TR><TD>選　單<TD><INPUT TYPE=radio NAME=quick VALUE=M CHECKED>醫療相關選單 <INPUT TYPE=radio NAME=quick VALUE=A>行政系統選單
<TR><TD COLSPAN=2 ALIGN=center><INPUT TYPE=image NAME=imgLogin SRC="images/login_ok.gif" ALT="登入" BORDER=0>
</TABLE></FORM></TD></TR></TABLE>
<FONT SIZE=2>如無法登入，請撥資訊室分機261120</FONT>
</TD></TR></TABLE>
<SCRIPT LANGUAGE="JavaScript">
<!--
function chk(f){{ if(f.uid.value==""){{alert("請輸入帳號！");f.uid.focus();return false;}} if(f.pwd.value==""){{alert("請輸入密碼！");f.pwd.focus();return false;}} if(f.vcode.value==""){{alert("請輸入驗證碼！");return false;}} return true; }}
//-->
</SCRIPT></BODY></HTML>''', cookie)

    def check_login(self, r: Request, key: str, s: dict) -> Response:
        t = self.truth
        code = s.pop("code", "")
        fresh = bool(code) and code == t.captcha
        if fresh:
            t.captcha = ""
        words = ""
        if r.method != "POST" or not self.pressed(r, "imgLogin") or r.get("quick") not in ("M", "A"):
            words = "請由登入畫面進入系統！"
        elif not fresh or r.get("vcode").strip().upper() != code:
            words = "驗證碼輸入錯誤，請重新輸入！"
        elif r.get("hosp") != "1" or r.get("uid") != t.person.employee_id or r.get("pwd") != t.portal_password:
            words = "帳號或密碼錯誤，請重新登入！"
        if words:
            t.counts["sign_in_refused"] += 1
            return self.goto(words, "login.asp")
        t.sessions.discard("portal:" + s.get("ticket", ""))
        s["ticket"] = "".join(random.SystemRandom().choice("0123456789ABCDEF") for _ in range(32))
        t.sessions.add("portal:" + s["ticket"])
        t.counts["sign_in"] += 1
        return redirect(f"main.asp?SESSION={s['ticket']}")

    def menu(self, ticket: str) -> Response:
        cells = "".join(f'<TR><TD><IMG SRC="images/dot.gif" WIDTH=8 HEIGHT=8 ALT=""> <A HREF="{to}">{name}</A>' for name, to in (
            ("更改密碼", f"person/chgpwd.asp?SESSION={ticket}"), ("個人簽章提醒設定", f"none.asp?SESSION={ticket}&f=2"), ("薪資所得免稅額申報表", f"none.asp?SESSION={ticket}&f=3"), ("查詢員工連絡資料", f"none.asp?SESSION={ticket}&f=4"),
            ("維護個人連絡資料", f"{self.urls['inner']}/hr/contact.asp?SESSION={ticket}"), ("個人就醫紀錄查詢", f"none.asp?SESSION={ticket}&f=6")))
        other = "".join(f'<TD VALIGN=top><TABLE WIDTH=150 BORDER=1 CELLSPACING=0><TR><TD BGCOLOR=#99CCCC>{n}<TR><TD><A HREF="none.asp?SESSION={ticket}&f={i}">{n}選單</A></TABLE></TD>' for i, n in enumerate(("醫療系統", "醫療支援", "數位學習", "行政系統")))
        return self.write(self.head("選單") + f'''<CENTER><TABLE BORDER=0 CELLPADDING=6><TR>{other}
<TD VALIGN=top><TABLE WIDTH=190 BORDER=1 CELLSPACING=0><TR><TD BGCOLOR=#FFCC66><B>個人管理</B>{cells}</TABLE></TD></TR></TABLE>
<TABLE WIDTH=700 BORDER=1 CELLSPACING=0><TR BGCOLOR=#CCCCCC><TD>日期<TD>全院公告<TR><TD>2026/10/21<TD>請全院同仁填報「薪資所得免稅額申報表」</TABLE></CENTER></BODY></HTML>''')

    def save_password(self, r: Request, s: dict, ticket: str) -> Response:
        t, new = self.truth, r.get("NewPW")
        words = ""
        if not s.get("pwform") or r.get("chk") != s.pop("pwform"):
            words = "畫面已過期，請重新進入更改密碼！"
        elif r.get("OldPW") != t.portal_password:
            words = "舊密碼錯誤！"
        elif len(new) < 8:
            words = "密碼長度不可少於8個字元！"
        elif not (re.search("[A-Za-z]", new) and re.search("[0-9]", new)):
            words = "密碼內容需包含英文及數字！"
        elif new != r.get("NewPW2"):
            words = "兩次輸入的新密碼不同！"
        if words:
            t.counts["password_refused"] += 1
            return self.back(words)
        t.portal_password = new
        t.counts["password_changed"] += 1
        return self.goto("密碼已變更，下次請以新密碼登入！", f"../menu.asp?SESSION={ticket}")

    # ---- inner
    def inner(self, r: Request) -> Response:
        t = self.truth
        boxes = (("EName1", "英文姓：", "ex:Chen(陳)", "english_surname", 20), ("EName2", "英文首名：", "ex: Yi-Fen(怡芬)", "english_given", 30), ("EName3", "英文中名：", "ex:Mary 為英文別名，如無，可不填", "english_middle", 20),
                 ("TelO", "辦公室電話：", "ex:61234或23123456", "office_phone", 15), ("TelH", "住宅電話：", "ex:0223123456", "home_phone", 15), ("TelM", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", "mobile_phone", 10))
        if r.method == "POST":
            self.takes(r, TelM="mobile_phone")
        if r.path.startswith("/hr/images/"):
            return self.gif(r)
        ticket = r.query.get("SESSION", "")
        if "portal:" + ticket not in t.sessions:
            return self.goto("連線逾時，請重新登入！", self.urls["portal"] + "/login.asp", True)
        if r.path == "/hr/contact_upd.asp" and r.method == "POST":
            if not self.pressed(r, "btnSave") or r.get("EmpNo") != t.person.employee_id or not all(r.has(b[0]) for b in boxes):
                return self.back("資料不完整，無法儲存！")
            if not re.fullmatch("09[0-9]{8}", r.get("TelM")):
                return self.back("行動電話格式錯誤，請輸入10碼數字！")
            if not r.get("EName1").strip() or not r.get("EName2").strip():
                return self.back("英文姓名不可空白！")
            t.saved_contact = {b[3]: r.get(b[0]) for b in boxes}
            t.counts["contact_saved"] += 1
            return self.goto("個人連絡資料修改完成！", f"contact.asp?SESSION={ticket}")
        if r.path != "/hr/contact.asp":
            return Response("HTTP 404 - File not found", 404)
        rows = ""
        for name, label, hint, key, size in boxes:
            value = Server_HTMLEncode(t.saved_contact.get(key, getattr(t.person, key)))
            rows += f'<TR><TD ALIGN=right BGCOLOR=#E8E8FF>{label}<TD><TABLE BORDER=0><TR><TD><INPUT TYPE=text NAME={name} VALUE="{value}" SIZE=20 MAXLENGTH={size}><TD><FONT COLOR=#666666>{hint}</FONT></TABLE>\n'
        return self.write(self.head("維護個人連絡資料") + f'''<CENTER><H3>台大醫院---維護個人連絡資料</H3>
<FORM NAME=frm METHOD=post ACTION="contact_upd.asp?SESSION={ticket}"><INPUT TYPE=hidden NAME=EmpNo VALUE={t.person.employee_id}>
<TABLE BORDER=1 CELLSPACING=0 WIDTH=680><TR><TD COLSPAN=2><INPUT TYPE=image NAME=btnSave SRC="images/save.gif" ALT="異動儲存" BORDER=0>
<TR><TD ALIGN=right BGCOLOR=#E8E8FF>員工編號：<TD>{t.person.employee_id}　姓名：{t.person.name}
{rows}</TABLE></FORM><A HREF="{self.urls['portal']}/menu.asp?SESSION={ticket}">回功能選單</A></CENTER></BODY></HTML>''')

    # ---- account
    def account(self, r: Request) -> Response:
        t, p, file = self.truth, self.truth.person, r.path.lower()
        if r.method == "POST":
            self.takes(r, empno="employee_id", smscode="code", cellno="registered_phone", mailname="alias", mpw1="cloud_password", mpw2="cloud_password_again")
        if file.startswith("/img/"):
            return self.gif(r)
        key, s, cookie = self.begin(r, "ASPSESSIONIDCCTQRBSD")
        if file in ("/", "/default.asp", "/index.asp"):
            return self.write(self.head("帳號服務") + '''<CENTER><TABLE WIDTH=760 BORDER=0><TR><TD BGCOLOR=#004080 CLASS=t><FONT SIZE=4>帳號申請及密碼服務</FONT><TR><TD>
說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼<P><B>《規範》</B><BR>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用
<UL><LI>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。<LI>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</UL>
<B>《常見問題與服務》</B><DL><DT>密碼修改後多久可以生效<DD>即時生效。<DT>忘記密碼<DD>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</DL>
<TR><TD><TABLE BORDER=1 CELLPADDING=6 WIDTH=100%><TR><TD BGCOLOR=#DDEEFF><A HREF="verify.asp?fn=A"><B>啟用網路帳號及首次雲端帳號密碼設定</B></A><TD>啟用本院微軟相關服務，如：Office365, Outlook...
<TR><TD BGCOLOR=#DDEEFF><A HREF="verify.asp?fn=R"><B>重置雲端服務密碼</B></A><TD>重設非Portal帳號的密碼：Email, 無線網路, KM, TMS, VPN密碼<TR><TD BGCOLOR=#DDEEFF><A HREF="javascript:alert('本功能暫停服務')">總院廠商VPN展延申請</A><TD>&nbsp;</TABLE></TABLE></CENTER></BODY></HTML>''', cookie)
        fn = r.query.get("fn", "")
        if fn not in ("A", "R"):
            return redirect("/index.asp", *cookie)
        name = "啟用網路帳號及首次雲端帳號密碼設定" if fn == "A" else "重置雲端服務密碼"
        if file == "/verify.asp":
            return self.write(self.head(name) + f'''<CENTER><TABLE WIDTH=700 BORDER=0><TR><TD><B>注意事項</B><OL><LI>電子郵件別名第一次設定之後則不能修改，請慎重選擇。<LI>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<LI>請輸入帳號與簡訊動態碼後按「下一步」。</OL>
<TR><TD><FORM NAME=fv METHOD=post ACTION="verify_do.asp?fn={fn}"><TABLE BORDER=1 CELLSPACING=0 CELLPADDING=5 WIDTH=100%><TR><TD COLSPAN=3 BGCOLOR=#004080 CLASS=t>{name}
<TR><TD>網路帳號 / 主職員工編號<TD><INPUT TYPE=text NAME=empno SIZE=14 MAXLENGTH=6 VALUE="{s.get('emp', '')}"><TD><INPUT TYPE=image NAME=imgSend SRC="img/send.gif" ALT="發送簡訊動態碼">
<TR><TD>簡訊(或MOTP)動態碼<TD COLSPAN=2><INPUT TYPE=text NAME=smscode SIZE=14 MAXLENGTH=6>
<TR><TD COLSPAN=3 ALIGN=center><INPUT TYPE=image NAME=imgNext SRC="img/next.gif" ALT="下一步"></TABLE></FORM></TABLE><A HREF="index.asp">回首頁</A></CENTER></BODY></HTML>''', cookie)
        if file == "/verify_do.asp" and r.method == "POST":
            known = r.get("empno").strip() == p.employee_id
            if self.pressed(r, "imgSend"):
                if not known:
                    return self.back("查無此員工編號！")
                s["emp"], s["ask"] = p.employee_id, True
                return redirect(f"sms.asp?fn={fn}")
            if not self.pressed(r, "imgNext"):
                return self.back("操作錯誤！")
            code, at = s.get("sms", ("", 0))
            if not known or not code or r.get("smscode").strip() != code or time.time() - at > 120:
                t.counts["code_refused"] += 1
                return self.back("查無此員工編號！" if not known else "請先發送簡訊動態碼！" if not code else "動態碼錯誤，請重新輸入！" if r.get("smscode").strip() != code else "動態碼已失效，請重新發送！")
            del s["sms"]
            s["pass"] = fn
            t.sessions.add("account:" + key)
            t.counts["code_accepted"] += 1
            return redirect(f"setup.asp?fn={fn}")
        if file == "/sms.asp" and s.get("ask"):
            return self.write(self.head("發送簡訊") + f'''<BR><CENTER><FORM METHOD=post ACTION="sms_do.asp?fn={fn}"><TABLE BORDER=1 CELLSPACING=0 CELLPADDING=8 BGCOLOR=#FFFFE0><TR><TD ALIGN=center>請輸入帳號登記的手機門號(10碼)
<TR><TD ALIGN=center><INPUT TYPE=text NAME=cellno SIZE=14 MAXLENGTH=10><TR><TD ALIGN=center><INPUT TYPE=image NAME=imgGo SRC="img/go.gif" ALT="確定發送">　<A HREF="verify.asp?fn={fn}"><IMG SRC="img/cancel.gif" BORDER=0 ALT="取消"></A></TABLE></FORM></CENTER></BODY></HTML>''')
        if file == "/sms_do.asp" and s.get("ask") and self.pressed(r, "imgGo"):
            if r.get("cellno").strip() != t.saved_contact.get("mobile_phone", p.mobile_phone):
                return self.back("手機門號與帳號登記資料不符！")
            s["sms"], s["ask"] = (t.new_message(), time.time()), False
            return self.goto("動態碼簡訊發送成功\\n成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」", f"verify.asp?fn={fn}")
        if s.get("pass") != fn or "account:" + key not in t.sessions:
            return self.goto("請先完成身分驗證！", f"verify.asp?fn={fn}")
        if file == "/logout.asp":
            t.sessions.discard("account:" + key)
            t.counts["sign_out_account"] += 1
            del self.Session[key]
            return redirect("/index.asp")
        if file == "/setup_do.asp" and r.method == "POST":
            return self.setup_save(r, s, fn)
        if file != "/setup.asp":
            return redirect("/index.asp")
        return self.setup(s, fn)

    def setup(self, s: dict, fn: str) -> Response:
        t, p = self.truth, self.truth.person
        s["seq"] = letters(6)
        pair = '''<TR><TD>雲端服務密碼<TD><INPUT TYPE=password NAME=mpw1 SIZE=20 MAXLENGTH=20> <FONT COLOR=red>8碼以上英數混合，不可與Portal密碼相同</FONT>
<TR><TD>雲端服務密碼確認<TD><INPUT TYPE=password NAME=mpw2 SIZE=20 MAXLENGTH=20>'''
        form = f'<FORM METHOD=post NAME=fs ACTION="setup_do.asp?fn={fn}"><INPUT TYPE=hidden NAME=seq VALUE={s["seq"]}><TABLE BORDER=1 CELLSPACING=0 CELLPADDING=5 WIDTH=640>'
        leave = f'</TABLE><P><A HREF="logout.asp?fn={fn}"><IMG SRC="img/exit.gif" BORDER=0 ALT="登出"></A></CENTER></BODY></HTML>'
        if fn == "R":
            if not t.alias:
                return self.goto("您尚未啟用雲端服務！", "index.asp")
            return self.write(self.head("重置雲端服務密碼") + f'<CENTER><H3>重置雲端服務密碼</H3>{form}{pair}<TR><TD COLSPAN=2 ALIGN=center><INPUT TYPE=image NAME=imgReset SRC="img/ok.gif" ALT="確定重置"></FORM>{leave}')
        facts = "".join(f"<TR><TD WIDTH=220>{a}<TD>{b}" for a, b in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        top = self.head("設定密碼與郵件別名") + "<CENTER><H3>設定密碼與郵件別名</H3>"
        if t.alias:
            return self.write(f'{top}<TABLE BORDER=1 CELLSPACING=0 WIDTH=640>{facts}<TR><TD>電子郵件名稱<TD>{t.alias}@ntuh.gov.tw<TR><TD COLSPAN=2><FONT COLOR=blue>您的帳號已經啟用過雲端服務，無須再次設定。</FONT>{leave}')
        return self.write(f'''{top}雲端服務帳號說明：1. 雲端服務帳號為跨體系使用。2. 服務於設定完成隔日生效。
{form}{facts}<TR><TD>雲端服務帳號<BR>(電子郵件名稱)<TD><INPUT TYPE=text NAME=mailname SIZE=24 MAXLENGTH=64>@ntuh.gov.tw<BR>名稱長度限64字元內
{pair}<TR><TD COLSPAN=2 ALIGN=center><INPUT TYPE=image NAME=imgCancel SRC="img/cancel.gif" ALT="取消啟用">　<INPUT TYPE=image NAME=imgStart SRC="img/start.gif" ALT="啟用雲端服務"><BR>服務於設定完成隔日生效</FORM>{leave}''')

    def setup_save(self, r: Request, s: dict, fn: str) -> Response:
        t, name, word = self.truth, r.get("mailname").strip(), r.get("mpw1")
        if self.pressed(r, "imgCancel"):
            return redirect("index.asp")
        if fn == "A" and t.alias:
            return self.goto("帳號已啟用，不可重複啟用！", "setup.asp?fn=A")
        if not s.get("seq") or r.get("seq") != s["seq"] or not self.pressed(r, "imgStart" if fn == "A" else "imgReset") or (fn == "R" and not t.alias):
            return self.goto("畫面已過期，請重新操作！", f"setup.asp?fn={fn}")
        if fn == "A":
            if not re.fullmatch("[A-Za-z0-9][A-Za-z0-9._-]{0,63}", name):
                return self.back("電子郵件名稱不可空白，且只能用英文、數字、點、底線及減號！")
            if name.lower() in TAKEN:
                return self.back("此電子郵件名稱已有人使用，請改用其他名稱！")
        if len(word) < 8 or not re.search("[A-Za-z]", word) or not re.search("[0-9]", word):
            return self.back("雲端服務密碼須8碼以上且英數混合！")
        if word == t.portal_password:
            return self.back("雲端服務密碼不可與Portal密碼相同！")
        if word != r.get("mpw2"):
            return self.back("兩次輸入的雲端服務密碼不同！")
        s.pop("seq")
        t.cloud_password = word
        if fn == "R":
            return self.goto("雲端服務密碼重置完成！", "index.asp")
        t.alias = name
        t.counts["activated"] += 1
        return self.goto(f"雲端服務啟用完成！\\n您的電子郵件為 {name}@ntuh.gov.tw\\n服務將於隔日生效", "setup.asp?fn=A")

    # ---- mail
    def mail(self, r: Request) -> Response:
        t, file = self.truth, r.path.lower()
        if r.method == "POST":
            self.takes(r, acc="mail_account", pas="mail_password", num="captcha")
        if file.startswith("/pic/"):
            return self.gif(r)
        key, s, cookie = self.begin(r, "ASPSESSIONIDSSBACQQT")
        if file == "/num.asp":
            s["num"] = t.new_captcha("abcdefhkmnprstuvwxyz2345678", 4)
            return Response(picture(s["num"], "GIF", (80, 32)), kind="image/gif", headers=[("Cache-Control", "no-cache"), *cookie])
        if file == "/enter.asp" and r.method == "POST":
            num = s.pop("num", "")
            good = bool(num) and num == t.captcha and r.get("num").strip() == num
            t.captcha = "" if num == t.captcha else t.captcha
            if not good:
                return self.goto("驗證碼錯誤！", "default.asp")
            if not t.alias or r.get("acc").strip().split("@")[0] != t.alias or r.get("pas") != t.cloud_password:
                return self.goto("帳號或密碼錯誤！", "default.asp")
            t.sessions.add("mail:" + key)
            t.counts["mail_sign_in"] += 1
            return redirect("inbox.asp")
        if "mail:" + key in t.sessions:
            if file == "/bye.asp":
                t.sessions.discard("mail:" + key)
                t.counts["sign_out_mail"] += 1
                return self.goto("已離開信箱", "default.asp")
            return self.write(self.head("收件匣") + f'<TABLE WIDTH=100% BORDER=1><TR><TD BGCOLOR=#CCE>收件匣 - {t.alias}<TD ALIGN=right><A HREF="bye.asp">登出</A><TR><TD>歡迎使用電子郵件<TD>資訊室</TABLE></BODY></HTML>')
        return self.write(self.head("電子郵件") + f'''<CENTER><BR><FORM METHOD=post ACTION="enter.asp"><TABLE BORDER=0 CELLPADDING=4 BGCOLOR=#EEF6EE><TR><TD COLSPAN=2 ALIGN=center><B>NTUH WebMail</B>
<TR><TD>帳號:<TD><INPUT NAME=acc SIZE=20><TR><TD>密碼:<TD><INPUT TYPE=password NAME=pas SIZE=20><TR><TD>驗證碼(小寫字母或數字):<TD><INPUT NAME=num SIZE=6 MAXLENGTH=4><IMG SRC="num.asp?{letters(4)}" ALT="">
<TR><TD COLSPAN=2><INPUT TYPE=checkbox NAME=keep VALUE=Y>記住登入資訊 (公用電腦請勿勾選)<TR><TD COLSPAN=2 ALIGN=center><INPUT TYPE=image NAME=go SRC="pic/ok.gif" ALT="登入"></TABLE></FORM>
<B>公佈欄</B><BR>※如無法登入，請先至下方網址變更密碼，謝謝：<A HREF="{self.urls['account']}/">https://help.ntuh.gov.tw/</A></CENTER></BODY></HTML>''', cookie)

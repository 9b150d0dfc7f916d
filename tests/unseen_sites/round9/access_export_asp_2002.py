"""Classic ASP exported from an Access 2000 database by the personnel office, patched by hand ever since; Big5."""

from __future__ import annotations

import re
import secrets
import time

from tests.unseen_sites.truth import Request, Response, Site, picture

FONT = '<FONT SIZE=2 FACE="新細明體" COLOR=#000000>'
NO_CACHE = [("Server", "Microsoft-IIS/5.0"), ("Cache-control", "private"), ("Pragma", "no-cache")]


def q_(text: str) -> str:
    """Server.HTMLEncode"""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


class TheSite(Site):
    charset = "cp950"
    title = "access_export_asp_2002"

    def __init__(self) -> None:
        super().__init__()
        self.Session: dict[str, dict[str, dict]] = {"portal": {}, "inner": {}, "account": {}, "mail": {}}
        self.pass_keys: dict[str, str] = {}

    # ---------------------------------------------------------------- ASP objects
    NAMES = {"portal": "ASPSESSIONIDGQGGQLPC", "inner": "ASPSESSIONIDSCRDQTBA", "account": "ASPSESSIONIDQQABTDCS", "mail": "ASPSESSIONIDCACQRBDT"}

    def open(self, q: Request) -> tuple[str, dict, list[tuple[str, str]]]:
        sid = q.cookies.get(self.NAMES[q.host], "")
        if sid in self.Session[q.host]:
            return sid, self.Session[q.host][sid], []
        sid = "".join(secrets.choice("ABCDEFGHIJKLMNOP") for _ in range(24))
        self.Session[q.host][sid] = {}
        return sid, self.Session[q.host][sid], [("Set-Cookie", f"{self.NAMES[q.host]}={sid}; path=/")]

    def write(self, title: str, body: str, cookies: list[tuple[str, str]] | None = None, onload: str = "") -> Response:
        return Response(f"""<HTML>
<HEAD>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html;charset=big5">
<META NAME="GENERATOR" CONTENT="Microsoft Access 2000">
<TITLE>{title}</TITLE>
</HEAD>
<BODY BGCOLOR=#FFFFFF BACKGROUND="images/bg.gif"{f' onLoad="{onload}"' if onload else ''}>
{body}
</BODY>
</HTML>
""", kind="text/html", headers=[*NO_CACHE, *(cookies or [])])

    def go(self, to: str, say: str = "", cookies: list[tuple[str, str]] | None = None) -> Response:
        """Response.Redirect, or the script that speaks first."""
        if say:
            where = "history.back();" if to == "back" else f'location.href="{to}";'
            return Response(f'<META HTTP-EQUIV="Content-Type" CONTENT="text/html;charset=big5">\n<SCRIPT LANGUAGE="JavaScript">\n<!--\nalert("{say}");\n{where}\n//-->\n</SCRIPT>', kind="text/html", headers=[*NO_CACHE, *(cookies or [])])
        return Response(f'<head><title>Object moved</title></head>\n<body><h1>Object Moved</h1>This object may be found <a HREF="{to}">here</a>.</body>\n', 302, "text/html", [("Location", to), *NO_CACHE, *(cookies or [])])

    def missing(self) -> Response:
        return Response("<html><head><title>找不到網頁</title><META HTTP-EQUIV=Content-Type Content='text-html; charset=big5'></head><body>HTTP 404 - 找不到檔案<br>Internet Information Services</body></html>", 404, "text/html")

    def new_code(self, session: dict, letters: str | None = None) -> None:
        session["code"] = self.truth.new_captcha(letters, 6) if letters else self.truth.new_captcha()

    def right_code(self, session: dict, answer: str) -> bool:
        code = session.pop("code", "")
        return bool(code) and code == self.truth.captcha and code.lower() == answer.strip().lower()

    def code_picture(self, session: dict) -> Response:
        code = session.get("code")
        return Response(picture(code, "BMP", (110, 34)), kind="image/bmp", headers=NO_CACHE) if code else self.missing()

    # ---------------------------------------------------------------- portal
    def portal(self, q: Request) -> Response:
        sid, session, cookies = self.open(q)
        page = q.path.lower().lstrip("/")
        t = self.truth
        if page in ("", "default.asp"):
            return self.go("/login.asp", cookies=cookies)
        if page == "code.asp":
            return self.code_picture(session)
        if page == "login.asp":
            return self.login_form(session, cookies)
        if page == "check.asp" and q.method == "POST":
            self.takes(q, **{"使用者代號": "employee_id", "使用者密碼": "portal_password", "圖形碼": "captcha", "院區代碼": "campus"})
            if not self.right_code(session, q.get("圖形碼")):
                t.counts["sign_in_refused"] += 1
                return self.go("login.asp", "圖形碼輸入不符，請再試一次", cookies)
            if q.get("院區代碼") != "T0" or q.get("使用者代號").strip() != t.person.employee_id or q.get("使用者密碼") != t.portal_password:
                t.counts["sign_in_refused"] += 1
                return self.go("login.asp", "資料庫查無此帳號，或密碼不對！", cookies)
            session.clear()
            session["user"] = t.person.employee_id
            t.sessions.add(f"portal:{sid}")
            t.counts["sign_in"] += 1
            return self.go("/bulletin.asp", cookies=cookies)
        if page == "find.asp":
            self.takes(q)
            return self.go("back", "電話簿資料庫維護中")
        if not session.get("user"):
            return self.go("/login.asp", "您尚未登入或已逾時", cookies)
        if page == "logout.asp":
            session.clear()
            t.sessions.discard(f"portal:{sid}")
            t.counts["sign_out_portal"] += 1
            return self.go("/login.asp")
        if page == "bulletin.asp":
            return self.write("全院公告", f"""<CENTER><TABLE BORDER=1 BGCOLOR=#ffffff CELLSPACING=0 WIDTH=600><CAPTION><B>全院公告</B></CAPTION>
<THEAD><TR><TH BGCOLOR=#c0c0c0 BORDERCOLOR=#000000>{FONT}日期</FONT></TH><TH BGCOLOR=#c0c0c0>{FONT}標題</FONT></TH></TR></THEAD>
<TBODY><TR VALIGN=TOP><TD>{FONT}91/10/21</FONT><TD>{FONT}請全院同仁填報「薪資所得免稅額申報表」</FONT>
<TR VALIGN=TOP><TD>{FONT}91/8/13</FONT><TD>{FONT}本系統每日 23:50 備份，請提早存檔</FONT></TBODY></TABLE>
<P><FORM ACTION="switchboard.asp" METHOD=GET><INPUT TYPE=HIDDEN NAME=ItemNumber VALUE=0><INPUT TYPE=SUBMIT VALUE=" 我已閱讀，進入選單 "></FORM></CENTER>""")
        if page == "switchboard.asp":
            self.takes(q)
            return self.switchboard(q)
        if page == "chgpwd.asp":
            return self.pwd_form()
        if page == "chgpwd2.asp" and q.method == "POST":
            self.takes(q, **{"舊密碼": "old_password", "新密碼": "new_password", "新密碼確認": "new_password_again"})
            return self.pwd_save(q)
        if page == "emp_edit.asp":
            key = secrets.token_hex(10)
            self.pass_keys[key] = sid
            return self.go(f"{self.urls['inner']}/person/emp_form.asp?SESSION={key}")
        if page == "nofunc.asp":
            return self.go("back", "您沒有使用此功能的權限")
        return self.missing()

    def login_form(self, session: dict, cookies: list[tuple[str, str]]) -> Response:
        self.new_code(session)
        return self.write("醫療資訊系統", f"""<TABLE WIDTH=760 BORDER=0 ALIGN=CENTER><TR><TD COLSPAN=2 BGCOLOR=#336699><FONT COLOR=white SIZE=5 FACE=標楷體>台大醫院 醫療資訊系統</FONT><BR><FONT COLOR=white SIZE=1>National Taiwan University Hospital</FONT>
<TR><TD WIDTH=160 VALIGN=TOP BGCOLOR=#E0E0E0>{FONT}<A HREF="http://www.example/">院外網</A><BR><A HREF="#">院內網</A><BR><A HREF="#">數位學習</A><BR><A HREF="#">表單下載</A><HR>
<FORM ACTION="find.asp" METHOD=GET>電話簿<BR><INPUT NAME=kw SIZE=8><INPUT TYPE=SUBMIT VALUE=找></FORM></FONT>
<TD VALIGN=TOP><FORM NAME=frm1 ACTION="check.asp" METHOD=POST onSubmit="return chk()">
<TABLE BORDER=1 CELLSPACING=0 CELLPADDING=4 BGCOLOR=#FFFFCC>
<TR><TD ALIGN=RIGHT>{FONT}院　　區</FONT><TD>{FONT}<INPUT TYPE=RADIO NAME=院區代碼 VALUE=T0 CHECKED>總院區 <INPUT TYPE=RADIO NAME=院區代碼 VALUE=T2>北護 <INPUT TYPE=RADIO NAME=院區代碼 VALUE=Y0>雲林</FONT>
<TR><TD ALIGN=RIGHT>{FONT}帳　　號</FONT><TD><INPUT TYPE=TEXT NAME=使用者代號 SIZE=10 MAXLENGTH=6>
<TR><TD ALIGN=RIGHT>{FONT}密　　碼</FONT><TD><INPUT TYPE=PASSWORD NAME=使用者密碼 SIZE=16 MAXLENGTH=20>
<TR><TD ALIGN=RIGHT>{FONT}驗 證 碼<BR>(不用區分大小寫)</FONT><TD><INPUT NAME=圖形碼 SIZE=8 MAXLENGTH=6> <IMG SRC="code.asp" BORDER=1 ALIGN=ABSMIDDLE>
<TR><TD COLSPAN=2 ALIGN=CENTER><INPUT TYPE=SUBMIT NAME=B1 VALUE="進入系統">　<INPUT TYPE=RESET NAME=B2 VALUE="清除重填">
</TABLE></FORM>{FONT}如無法登入，請撥資訊室分機 261120</FONT></TABLE>
<SCRIPT LANGUAGE="JavaScript">
<!--
function chk(){{ var f=document.frm1; if(f.elements[3].value==''){{alert('請輸入帳號');return false;}} return true; }}
//-->
</SCRIPT>""", cookies, "document.frm1.elements[3].focus()")

    def switchboard(self, q: Request) -> Response:
        boards = {"0": ("主切換表單", [("醫療系統", "switchboard.asp?ItemNumber=1"), ("醫療支援", "nofunc.asp?f=2"), ("其他資源", "nofunc.asp?f=3"), ("數位學習", "nofunc.asp?f=4"), ("資訊安全", "nofunc.asp?f=5"), ("行政系統", "nofunc.asp?f=6"), ("個人管理", "switchboard.asp?ItemNumber=7")]),
                  "1": ("醫療系統", [("門診系統", "nofunc.asp?f=11"), ("住院系統", "nofunc.asp?f=12"), ("回主切換表單", "switchboard.asp?ItemNumber=0")]),
                  "7": ("個人管理", [("更改密碼", "chgpwd.asp"), ("個人簽章提醒設定", "nofunc.asp?f=71"), ("員工待遇福利查詢", "nofunc.asp?f=72"), ("查詢員工連絡資料", "nofunc.asp?f=73"), ("維護個人連絡資料", "emp_edit.asp"), ("個人就醫紀錄查詢", "nofunc.asp?f=74"), ("回主切換表單", "switchboard.asp?ItemNumber=0")])}
        name, items = boards.get(q.get("ItemNumber"), boards["0"])
        rows = "".join(f'<TR><TD WIDTH=30 ALIGN=CENTER><A HREF="{to}"><IMG SRC="images/btn.gif" BORDER=0 WIDTH=18 HEIGHT=18></A><TD>{FONT}<A HREF="{to}">{w}</A></FONT>\n' for w, to in items)
        return self.write(name, f"""<TABLE BORDER=0 WIDTH=700><TR><TD BGCOLOR=#008080 WIDTH=180 ROWSPAN=2>&nbsp;<TD BGCOLOR=#008080><FONT COLOR=WHITE SIZE=4><B>{name}</B></FONT><TD BGCOLOR=#008080 ALIGN=RIGHT><A HREF="logout.asp"><IMG SRC="images/exit.gif" ALT="登出" BORDER=0></A>
<TR><TD COLSPAN=2>{FONT}您好! {self.truth.person.name}　總院差勤待簽 0 未核准 0 被駁回 0</FONT><TABLE BORDER=0>
{rows}</TABLE></TABLE>""")

    def pwd_form(self) -> Response:
        return self.write("更改密碼", f"""<H3>更改密碼</H3><FORM ACTION="chgpwd2.asp" METHOD=POST><TABLE BORDER=1 CELLSPACING=0>
<TR><TD BGCOLOR=#c0c0c0>{FONT}請輸入舊密碼：</FONT><TD><INPUT TYPE=PASSWORD NAME=舊密碼>
<TR><TD BGCOLOR=#c0c0c0>{FONT}請輸入新密碼：</FONT><TD><INPUT TYPE=PASSWORD NAME=新密碼 MAXLENGTH=20>
<TR><TD BGCOLOR=#c0c0c0>{FONT}請再輸入新密碼：</FONT><TD><INPUT TYPE=PASSWORD NAME=新密碼確認 MAXLENGTH=20>
<TR><TD BGCOLOR=#c0c0c0>{FONT}密碼強度檢核：</FONT><TD>&nbsp;</TABLE>
<INPUT TYPE=SUBMIT NAME=cmdOK VALUE="確　定"> <INPUT TYPE=RESET VALUE="取　消"></FORM>
{FONT}密碼設定條件：<OL><LI>密碼長度不可少於8個字元<LI>密碼內容需包含英文及數字</OL>
<A HREF="switchboard.asp?ItemNumber=7">回功能選單</A>　<A HREF="logout.asp">登出系統</A></FONT>""")

    def pwd_save(self, q: Request) -> Response:
        t, new, why = self.truth, q.get("新密碼"), ""
        if q.get("舊密碼") != t.portal_password:
            why = "舊密碼錯誤"
        elif new != q.get("新密碼確認"):
            why = "新密碼與確認欄不一致"
        elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
            why = "新密碼不合條件：8 個字元以上，需有英文及數字"
        if why:
            t.counts["password_refused"] += 1
            return self.go("chgpwd.asp", why)
        t.portal_password = new
        t.counts["password_changed"] += 1
        return self.write("更改密碼", f"""{FONT}<P>密碼資料表更新完畢，下次請用新密碼登入。<P><A HREF="switchboard.asp?ItemNumber=7">回功能選單</A>　<A HREF="logout.asp">登出系統</A></FONT>""")

    # ---------------------------------------------------------------- inner host: a form view of table 員工連絡
    COLUMNS = (("英文姓", "english_surname", "ex:Chen(陳)"), ("英文首名", "english_given", "ex: Yi-Fen(怡芬) (說明)"), ("英文中名", "english_middle", "ex:Mary 為英文別名，如無，可不填"),
               ("辦公室電話", "office_phone", "ex:61234或23123456"), ("住宅電話", "home_phone", "ex:0223123456"), ("行動電話", "mobile_phone", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))

    def inner(self, q: Request) -> Response:
        key = q.get("SESSION")
        sid = self.pass_keys.get(key, "")
        page = q.path.lower()
        if not page.startswith("/person/"):
            return self.missing()
        if not self.Session["portal"].get(sid, {}).get("user"):
            return Response('<META HTTP-EQUIV="Content-Type" CONTENT="text/html;charset=big5"><SCRIPT>alert("連線代碼無效，請重新由 PORTAL 進入");</SCRIPT>', kind="text/html")
        held = self.Session["inner"].setdefault(key, {})
        t, p, note = self.truth, self.truth.person, ""
        if page == "/person/emp_save.asp" and q.method == "POST":
            self.takes(q, 行動電話="mobile_phone")
            if q.get("時間戳記") != held.get("stamp") or q.get("員工編號") != p.employee_id or not all(q.has(c) for c, _, _ in self.COLUMNS):
                return self.go(f"emp_form.asp?SESSION={key}", "此筆記錄已被變更，請重新開啟")
            values = {m: q.get(c).strip() for c, m, _ in self.COLUMNS}
            if not re.fullmatch(r"09\d{8}", values["mobile_phone"]):
                return self.go(f"emp_form.asp?SESSION={key}", "行動電話應為10碼數字")
            t.saved_contact.update(values)
            t.counts["contact_saved"] += 1
            note = "<FONT COLOR=BLUE SIZE=2>已更新 1 筆記錄 (儲存完成)</FONT>"
        elif page != "/person/emp_form.asp":
            return self.missing()
        held["stamp"] = secrets.token_hex(8)
        rows = ""
        for column, meaning, hint in self.COLUMNS:
            limit = " MAXLENGTH=10" if column == "行動電話" else " MAXLENGTH=50"
            rows += f'<TR VALIGN=TOP><TD BGCOLOR=#c0c0c0 ALIGN=RIGHT>{FONT}{column}：</FONT><TD><INPUT TYPE="TEXT" NAME="{column}" VALUE="{q_(t.saved_contact.get(meaning, getattr(p, meaning)))}"{limit}>{FONT} {hint}</FONT>\n'
        return self.write("員工連絡", f"""<FORM ACTION="emp_save.asp?SESSION={key}" METHOD="POST" NAME="表單1"><TABLE BORDER=1 CELLSPACING=0 BGCOLOR=#ffffff><CAPTION ALIGN=LEFT><B>台大醫院---維護個人連絡資料</B> <INPUT TYPE=SUBMIT NAME="命令12" VALUE="異動儲存"> {note}</CAPTION>
<INPUT TYPE=HIDDEN NAME="時間戳記" VALUE="{held['stamp']}"><INPUT TYPE=HIDDEN NAME="員工編號" VALUE="{p.employee_id}">
<TR><TD BGCOLOR=#c0c0c0 ALIGN=RIGHT>{FONT}員工編號：</FONT><TD>{FONT}{p.employee_id}　姓名：{p.name}</FONT>
{rows}<TR><TD COLSPAN=2>{FONT}記錄: |&lt; &lt; <INPUT SIZE=3 NAME=RecNo VALUE=1 READONLY> &gt; &gt;| 之 1</FONT>
</TABLE></FORM>{FONT}<A HREF="{self.urls['portal']}/switchboard.asp?ItemNumber=7">回功能選單</A></FONT>""")

    # ---------------------------------------------------------------- account site
    def account(self, q: Request) -> Response:
        sid, session, cookies = self.open(q)
        page = q.path.lower().lstrip("/")
        t = self.truth
        if page in ("", "index.asp"):
            return self.write("網路帳號服務", f"""<TABLE WIDTH=700 ALIGN=CENTER BORDER=0><TR><TD>{FONT}<B>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</B><P>適用功能：本院雲端服務、電子郵件信箱、VPN、數位學習及院內非Portal之業務
<TR><TD BGCOLOR=#FFFFCC>{FONT}<B>《規範》</B><BR>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<UL><LI>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置<LI>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同</UL>
<TR><TD>{FONT}<B>《常見問題與服務》</B><DL><DT>密碼修改後多久可以生效<DD>即時生效。<DT>忘記密碼<DD>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</DL>
<TR><TD ALIGN=CENTER><TABLE BORDER=2 CELLPADDING=6><TR><TD BGCOLOR=#CCFFCC><A HREF="step1.asp?kind=1"><B>啟用網路帳號及首次雲端帳號密碼設定</B></A><BR><FONT SIZE=1>啟用本院微軟相關服務</FONT><TR><TD><A HREF="step1.asp?kind=2"><B>重置雲端服務密碼</B></A><BR><FONT SIZE=1>重設非Portal帳號的密碼</FONT><TR><TD><A HREF="#">總院廠商VPN展延申請</A></TABLE></TABLE>""", cookies)
        if page == "bye.asp":
            if session.get("proved"):
                t.sessions.discard(f"account:{sid}")
                t.counts["sign_out_account"] += 1
            session.clear()
            return self.go("/index.asp", cookies=cookies)
        if page == "step1.asp":
            if q.method == "POST":
                self.takes(q, 帳號="employee_id", 動態碼="code")
                return self.step1_post(q, sid, session)
            if q.query.get("kind") in ("1", "2"):
                if session.get("proved"):
                    t.sessions.discard(f"account:{sid}")
                session.clear()
                session["kind"] = q.query["kind"]
            if not session.get("kind"):
                return self.go("/index.asp", cookies=cookies)
            return self.step1(session, cookies)
        if page == "step2.asp" and session.get("asked"):
            if q.method == "POST":
                self.takes(q, 手機="registered_phone")
                if q.get("手機").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                    return self.go("step2.asp", "您輸入的門號與登記門號不同")
                session["code"], session["at"] = t.new_message(), time.time()
                return self.write("訊息", f"""<CENTER><TABLE BORDER=3 BGCOLOR=#EEEEEE><TR><TD><B>動態碼簡訊發送成功</B><TR><TD>{FONT}成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</FONT><TR><TD ALIGN=CENTER><FORM ACTION="step1.asp" METHOD=GET><INPUT TYPE=SUBMIT VALUE="確定"></FORM></TABLE></CENTER>""")
            return self.write("發送簡訊", f"""<CENTER><FORM ACTION="step2.asp" METHOD=POST><TABLE BORDER=3 BGCOLOR=#EEEEEE CELLPADDING=8><TR><TD>{FONT}請輸入帳號登記的手機門號(10碼)</FONT><BR><INPUT NAME=手機 MAXLENGTH=10><TR><TD ALIGN=CENTER><INPUT TYPE=SUBMIT VALUE="確定發送"> <INPUT TYPE=BUTTON VALUE="取消" onClick="location.href='step1.asp'"></TABLE></FORM></CENTER>""")
        if not session.get("proved"):
            return self.go("/index.asp", "請先進行身分驗證", cookies)
        if page == "alias.asp" and session["kind"] == "1":
            return self.alias_form(session)
        if page == "alias2.asp" and session["kind"] == "1" and q.method == "POST":
            self.takes(q, 郵件名稱="alias", 自訂密碼="cloud_password")
            return self.alias_check(q, session)
        if page == "alias3.asp" and session["kind"] == "1" and q.method == "POST":
            self.takes(q)
            return self.alias_save(q, session)
        if page == "newpwd.asp" and session["kind"] == "2":
            if q.method == "POST":
                self.takes(q, 自訂密碼="cloud_password", 再輸入="cloud_password_again")
                word = q.get("自訂密碼")
                if not t.alias:
                    return self.go("bye.asp", "尚未啟用，請先執行啟用網路帳號")
                if not self.strong(word) or word != q.get("再輸入"):
                    return self.go("newpwd.asp", "密碼不合規定，或兩次輸入不同")
                t.cloud_password = word
                return self.write("完成", f'{FONT}雲端服務密碼重置完畢。<A HREF="bye.asp">離開</A></FONT>')
            return self.write("重置雲端服務密碼", f'<H3>重置雲端服務密碼</H3><FORM METHOD=POST ACTION="newpwd.asp"><TABLE BORDER=1><TR><TD>新密碼<TD><INPUT TYPE=PASSWORD NAME=自訂密碼><TR><TD>再輸入一次<TD><INPUT TYPE=PASSWORD NAME=再輸入></TABLE><INPUT TYPE=SUBMIT VALUE="確定重置"></FORM><A HREF="bye.asp">離開</A>')
        return self.missing()

    @staticmethod
    def strong(word: str) -> bool:
        return len(word) >= 8 and bool(re.search("[A-Za-z]", word)) and bool(re.search("[0-9]", word))

    def step1(self, session: dict, cookies: list[tuple[str, str]]) -> Response:
        session["ticket"] = secrets.token_hex(6)
        title = "啟用網路帳號及首次雲端帳號密碼設定" if session["kind"] == "1" else "重置雲端服務密碼"
        return self.write(title, f"""<TABLE WIDTH=700 BORDER=0><TR><TD BGCOLOR=#FFE0E0>{FONT}注意事項<UL><LI>電子郵件別名第一次設定之後則不能修改，請慎重選擇。<LI>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<LI>請輸入帳號與簡訊動態碼後按「下一步」。<LI>如未申請MOTP服務請洽資訊服務台辦理(261120)。</UL></FONT></TABLE>
<FORM ACTION="step1.asp" METHOD=POST><INPUT TYPE=HIDDEN NAME=tk VALUE={session['ticket']}><TABLE BORDER=1 CELLSPACING=0 CELLPADDING=5><CAPTION><B>{title}</B></CAPTION>
<TR><TD>{FONT}網路帳號 / 主職員工編號</FONT><TD><INPUT NAME=帳號 MAXLENGTH=6 VALUE="{session.get('asked', '')}"><TD><INPUT TYPE=SUBMIT NAME=cmd VALUE="發送簡訊動態碼">
<TR><TD>{FONT}簡訊(或MOTP)動態碼</FONT><TD><INPUT NAME=動態碼 MAXLENGTH=6><TD>&nbsp;
<TR><TD COLSPAN=3 ALIGN=RIGHT><INPUT TYPE=SUBMIT NAME=cmd VALUE="下一步"></TABLE></FORM><A HREF="index.asp">{FONT}回首頁</FONT></A>""", cookies)

    def step1_post(self, q: Request, sid: str, session: dict) -> Response:
        t, number = self.truth, q.get("帳號").strip()
        if not session.get("kind") or not session.get("ticket") or session.pop("ticket") != q.get("tk"):
            return self.go("index.asp", "網頁已逾時，請重新開始")
        if q.get("cmd") == "發送簡訊動態碼":
            if number != t.person.employee_id:
                return self.go("step1.asp", "查無此員工編號")
            session["asked"] = number
            return self.go("step2.asp")
        if q.get("cmd") != "下一步":
            return self.go("step1.asp")
        late = "code" in session and time.time() - session["at"] > 120
        if late or "code" not in session or number != session.get("asked") or q.get("動態碼").strip() != session["code"]:
            t.counts["code_refused"] += 1
            return self.go("step1.asp", "動態碼超過時效，請再發送一次" if late else "動態碼不對，請檢查簡訊內容")
        t.counts["code_accepted"] += 1
        session.pop("code")
        session["proved"] = True
        t.sessions.add(f"account:{sid}")
        return self.go("alias.asp" if session["kind"] == "1" else "newpwd.asp")

    def alias_form(self, session: dict) -> Response:
        t, p = self.truth, self.truth.person
        session["ticket"] = secrets.token_hex(6)
        facts = "".join(f"<TR><TD BGCOLOR=#c0c0c0>{FONT}{k}</FONT><TD>{FONT}{v}</FONT>\n" for k, v in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        if t.alias:
            rest = f"<TR><TD BGCOLOR=#c0c0c0>{FONT}雲端服務帳號<BR>(電子郵件名稱)</FONT><TD>{q_(t.alias)}@ntuh.gov.tw</TABLE><P><FONT COLOR=RED>本帳號啟用作業先前已辦妥，無須再辦</FONT>"
        else:
            rest = f"""<TR><TD BGCOLOR=#c0c0c0>{FONT}雲端服務帳號<BR>(電子郵件名稱)</FONT><TD><INPUT NAME=郵件名稱 MAXLENGTH=64>{FONT}@ntuh.gov.tw 名稱長度限64字元內</FONT>
<TR><TD BGCOLOR=#c0c0c0>{FONT}自訂密碼</FONT><TD><INPUT TYPE=PASSWORD NAME=自訂密碼 MAXLENGTH=32>{FONT}(8碼以上，英文及數字)</FONT>
<TR><TD COLSPAN=2 ALIGN=CENTER><INPUT TYPE=BUTTON VALUE="取消啟用" onClick="location.href='bye.asp'"> <INPUT TYPE=SUBMIT VALUE="啟用雲端服務"></TABLE>{FONT}服務於設定完成隔日生效</FONT>"""
        return self.write("設定密碼與郵件別名", f"""<H3>設定密碼與郵件別名</H3><FORM ACTION="alias2.asp" METHOD=POST><INPUT TYPE=HIDDEN NAME=tk VALUE={session['ticket']}><TABLE BORDER=1 CELLSPACING=0>{facts}{rest}</FORM><P><A HREF="bye.asp">離開</A>""")

    def alias_check(self, q: Request, session: dict) -> Response:
        t, alias, word = self.truth, q.get("郵件名稱").strip(), q.get("自訂密碼")
        why = ""
        if t.alias:
            why = "此帳號已經啟用，不可重複辦理"
        elif session.pop("ticket", "") != q.get("tk"):
            why = "網頁已逾時，請重新輸入"
        elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{0,63}", alias):
            why = "電子郵件名稱只能用英文、數字及 . _ - ，並以英文開頭"
        elif alias.lower() == "taken.name":
            why = "這個電子郵件名稱別人已經用了"
        elif not self.strong(word):
            why = "密碼不合規定"
        if why:
            return self.go("alias.asp", why)
        session["wanted"], session["ticket"] = (alias, word), secrets.token_hex(6)
        return self.write("請確認", f"""<FORM ACTION="alias3.asp" METHOD=POST><INPUT TYPE=HIDDEN NAME=tk VALUE={session['ticket']}><TABLE BORDER=3 BGCOLOR=#FFFFCC><TR><TD>您的電子郵件將設定為 <B>{q_(alias)}@ntuh.gov.tw</B><BR>設定後不能修改，是否確定？<TR><TD ALIGN=CENTER><INPUT TYPE=SUBMIT VALUE="是，確定"> <INPUT TYPE=BUTTON VALUE="否，重新輸入" onClick="location.href='alias.asp'"></TABLE></FORM>""")

    def alias_save(self, q: Request, session: dict) -> Response:
        t = self.truth
        if t.alias or "wanted" not in session or session.pop("ticket", "") != q.get("tk"):
            return self.go("alias.asp", "此帳號已經啟用，或網頁已逾時")
        t.alias, t.cloud_password = session.pop("wanted")
        t.counts["activated"] += 1
        return self.write("辦理完畢", f"""<CENTER><FONT SIZE=4 COLOR=GREEN>雲端服務帳號已新增至資料庫</FONT><P>{FONT}{q_(t.alias)}@ntuh.gov.tw 將於明日生效。<P><A HREF="bye.asp">離開</A></FONT></CENTER>""")

    # ---------------------------------------------------------------- webmail
    def mail(self, q: Request) -> Response:
        sid, session, cookies = self.open(q)
        page = q.path.lower().lstrip("/")
        t = self.truth
        if page == "code.asp":
            return self.code_picture(session)
        if page == "mlogin.asp" and q.method == "POST":
            self.takes(q, acct="mail_account", pwd="mail_password", vcode="captcha")
            if not self.right_code(session, q.get("vcode")):
                return self.go("/", "驗證碼輸入錯誤")
            if not t.alias or q.get("acct").strip().lower().split("@")[0] != t.alias.lower() or q.get("pwd") != t.cloud_password:
                return self.go("/", "信箱帳號或密碼錯誤")
            session["user"] = t.alias
            t.sessions.add(f"mail:{sid}")
            t.counts["mail_sign_in"] += 1
            return self.go("/mbox.asp")
        if page == "mlogout.asp" and session.get("user"):
            session.clear()
            t.sessions.discard(f"mail:{sid}")
            t.counts["sign_out_mail"] += 1
            return self.go("/")
        if page == "mbox.asp":
            if not session.get("user"):
                return self.go("/", cookies=cookies)
            return self.write("收件夾", f'<TABLE BORDER=1 WIDTH=700><CAPTION>{q_(t.alias)}@ntuh.gov.tw 收件夾 <A HREF="mlogout.asp">登出</A></CAPTION><TR><TH>寄件人<TH>主旨<TR><TD>postmaster<TD>Welcome 歡迎使用電子信箱</TABLE>')
        if page:
            return self.missing()
        self.new_code(session, "abcdefghjkmnpqrstuvwxyz23456789")
        return self.write("電子信", f"""<FORM ACTION="mlogin.asp" METHOD=POST><TABLE ALIGN=CENTER BORDER=0 BGCOLOR=#E8F0FF><TR><TD>{FONT}帳號:</FONT><TD><INPUT NAME=acct><TR><TD>{FONT}密碼:</FONT><TD><INPUT TYPE=PASSWORD NAME=pwd>
<TR><TD>{FONT}驗證碼(小寫字母或數字):</FONT><TD><INPUT NAME=vcode SIZE=8 MAXLENGTH=6><IMG SRC="code.asp"><TR><TD COLSPAN=2>{FONT}<INPUT TYPE=CHECKBOX NAME=keep VALUE=Y>記住登入資訊 (公用電腦請勿勾選)</FONT><TR><TD COLSPAN=2 ALIGN=CENTER><INPUT TYPE=SUBMIT VALUE="登入"></TABLE></FORM>
<HR>{FONT}公佈欄<P>※如無法登入，請先至下方網址變更密碼，謝謝：<A HREF="{self.urls['account']}/">https://help.ntuh.gov.tw/</A></FONT>""", cookies)

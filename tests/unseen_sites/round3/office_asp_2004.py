"""資訊室自己寫的 ASP：Big5、frameset、大寫標籤。"""

from __future__ import annotations

import html
import re
import secrets
import time

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

TAKEN = {"taken.name", "admin", "webmaster"}


def asp(title: str, body: str, attr: str = 'BGCOLOR=#E8F4FF TOPMARGIN=0') -> Response:
    text = f"""<HTML>
<HEAD>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5">
<TITLE>{title}</TITLE>
<STYLE>TD {{font-size:10pt; font-family:細明體}} .red {{color:#FF0000}}</STYLE>
</HEAD>
<BODY {attr}>
{body}
</BODY></HTML>"""
    return Response(text, kind="text/html")


def say(words: str, then: str) -> Response:
    return Response(
        f"<META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=big5\">\n<SCRIPT LANGUAGE=JavaScript>\nalert('{words}');\n{then}\n</SCRIPT>",
        kind="text/html",
    )


class TheSite(Site):
    charset = "cp950"
    title = "資訊室 2004 年 ASP 與 frameset"

    def __init__(self) -> None:
        super().__init__()
        self.stamps: set[str] = set()
        self.on: dict[str, str] = {}
        self.sent = ("", 0.0)
        self.tries = 0
        self.proved: dict[str, str] = {}
        self.inbox: set[str] = set()

    # ------------------------------------------------------------ 醫療資訊系統
    def portal(self, request: Request) -> Response:
        p = request.path.lower()
        sid = request.query.get("SESSION", "")
        if p in ("/", "/default.asp"):
            return Response(
                """<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5"><TITLE>醫療資訊系統</TITLE></HEAD>
<FRAMESET ROWS="64,*" BORDER=0 FRAMEBORDER=NO>
<FRAME NAME="banner" SRC="banner.asp" NORESIZE SCROLLING=NO>
<FRAME NAME="work" SRC="logon.asp">
<NOFRAMES>您的瀏覽器不支援框架，請改用 IE 5.5 以上版本</NOFRAMES>
</FRAMESET></HTML>""",
                kind="text/html",
            )
        if p == "/banner.asp":
            return asp("banner", '<TABLE WIDTH=100%><TR><TD><FONT SIZE=5 COLOR=navy><B>國立大學醫學院附設醫院</B></FONT><TD ALIGN=right>建議解析度 800x600</TABLE>')
        if p == "/logon.asp":
            return self._logon()
        if p == "/code.asp":
            return Response(picture(self.truth.new_captcha()), kind="image/gif", headers=[("Cache-Control", "no-cache")])
        if p == "/chklogon.asp":
            return self._chklogon(request)
        if sid not in self.on:
            return say("連線逾時，請重新登入", "top.location.href='default.asp';")
        if p == "/main.asp":
            return Response(
                f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5"><TITLE>醫療資訊系統</TITLE></HEAD>
<FRAMESET ROWS="40,*" BORDER=0>
<FRAME NAME="head" SRC="head.asp?SESSION={sid}" SCROLLING=NO>
<FRAMESET COLS="190,*"><FRAME NAME="tree" SRC="tree.asp?SESSION={sid}"><FRAME NAME="work" SRC="news.asp?SESSION={sid}"></FRAMESET>
</FRAMESET></HTML>""",
                kind="text/html",
            )
        if p == "/head.asp":
            return asp("head", f"""<TABLE WIDTH=100% BGCOLOR=#003399><TR><TD><FONT COLOR=white>使用者：{self.truth.person.name}（{self.truth.person.employee_id}）</FONT>
<TD ALIGN=right><A HREF="news.asp?SESSION={sid}" TARGET=work><FONT COLOR=yellow>全院公告</FONT></A>
<A HREF="logoff.asp?SESSION={sid}" TARGET=_top onClick="return confirm('確定要離開系統嗎?')"><FONT COLOR=yellow>【登出】</FONT></A></TABLE>""")
        if p == "/tree.asp":
            inner = self.urls["inner"]
            rows = [("#", "薪資所得免稅額申報表"), ("#", "員工待遇福利查詢"), ("#", "查詢員工連絡資料"), (f"{inner}/hr/contact.asp?SESSION={sid}", "維護個人連絡資料"), ("#", "個人就醫紀錄查詢"), ("#", "流感同意書列印")]
            return asp("tree", "<B>▼個人管理</B><BR>\n" + f'　<IMG SRC="dot.gif" ALT=""><A HREF="chgpwd.asp?SESSION={sid}" TARGET=work>更改密碼</A><BR>\n' + "\n".join(f'　<IMG SRC="dot.gif" ALT=""><A HREF="{u}" TARGET=work>{t}</A><BR>' for u, t in rows))
        if p == "/news.asp":
            return asp("news", "<H3>全院公告</H3><TABLE BORDER=1 CELLPADDING=3><TR><TD>2004/10/21<TD>請全院同仁填報「薪資所得免稅額申報表」<TR><TD>2004/09/13<TD>主機維護公告：每週日 02:00-04:00</TABLE>")
        if p == "/chgpwd.asp":
            if request.method == "POST":
                return self._chgpwd(request, sid)
            return asp("更改密碼", f"""<CENTER><FONT SIZE=4><B>更改密碼</B></FONT>
<FORM NAME=F1 METHOD=POST ACTION="chgpwd.asp?SESSION={sid}">
<TABLE BORDER=1 CELLSPACING=0 CELLPADDING=4 BORDERCOLOR=#3366CC>
<TR><TD ALIGN=right>請輸入舊密碼：<TD><INPUT TYPE=PASSWORD NAME=P0 SIZE=16 MAXLENGTH=20>
<TR><TD ALIGN=right>請輸入新密碼：<TD><INPUT TYPE=PASSWORD NAME=P1 SIZE=16 MAXLENGTH=20>
<TR><TD ALIGN=right>請再輸入新密碼：<TD><INPUT TYPE=PASSWORD NAME=P2 SIZE=16 MAXLENGTH=20>
<TR><TD COLSPAN=2 ALIGN=center><INPUT TYPE=SUBMIT NAME=B1 VALUE="變　更"> <INPUT TYPE=RESET VALUE="清　除">
</TABLE></FORM>
<FONT COLOR=blue>密碼設定條件：<BR>1.密碼長度不可少於8個字元<BR>2.密碼內容需包含英文及數字</FONT><P>
<A HREF="main.asp?SESSION={sid}" TARGET=_top>回功能選單</A>　<A HREF="logoff.asp?SESSION={sid}" TARGET=_top>登出系統</A></CENTER>""")
        if p == "/logoff.asp":
            self.on.pop(sid)
            self.truth.sessions.discard(f"portal:{sid}")
            self.truth.counts["sign_out_portal"] += 1
            return asp("登出", "<CENTER><BR><BR>您已登出本系統，謝謝您的使用！<P><A HREF=default.asp TARGET=_top>重新登入</A></CENTER>")
        return Response("404", 404)

    def _logon(self) -> Response:
        stamp = secrets.token_hex(5).upper()
        self.stamps.add(stamp)
        opts = "".join(f"<OPTION VALUE={v}{' SELECTED' if v == '01' else ''}>{t}" for v, t in (("01", "總院區"), ("02", "公館院區"), ("05", "雲林分院"), ("07", "北護分院")))
        return asp("登入", f"""<CENTER><BR>
<FORM NAME=LOGON METHOD=POST ACTION=chklogon.asp>
<INPUT TYPE=HIDDEN NAME=STAMP VALUE={stamp}>
<TABLE BORDER=0 BGCOLOR=#CCE0FF CELLPADDING=5>
<TR><TD COLSPAN=2 ALIGN=center><B>使用者登入</B>
<TR><TD>院　區<TD><SELECT NAME=HOSP>{opts}</SELECT>
<TR><TD>帳　號<TD><INPUT NAME=UID SIZE=12 MAXLENGTH=6>
<TR><TD>密　碼<TD><INPUT TYPE=PASSWORD NAME=PWD SIZE=12 MAXLENGTH=20>
<TR><TD>驗證碼<TD><INPUT NAME=VCODE SIZE=8 MAXLENGTH=6> <IMG SRC="code.asp?{int(time.time() * 1000)}" WIDTH=120 HEIGHT=36 ALIGN=absmiddle><BR><FONT SIZE=1 COLOR=gray>(不用區分大小寫)</FONT>
<TR><TD COLSPAN=2 ALIGN=center><INPUT TYPE=SUBMIT VALUE="　登　入　"> <INPUT TYPE=RESET VALUE="重　填">
</TABLE></FORM>
密碼預設為身分證號（英文字母大寫），如有問題請洽資訊室 261120
<HR WIDTH=60%><A HREF="http://www.example.org/km">KM系統</A>｜<A HREF="http://www.example.org/reg">網路掛號</A></CENTER>""")

    def _chklogon(self, request: Request) -> Response:
        self.takes(request, HOSP="campus", UID="employee_id", PWD="portal_password", VCODE="captcha")
        t = self.truth
        stamp, want = request.get("STAMP"), t.captcha
        t.captcha = ""
        if stamp not in self.stamps:
            return say("網頁已失效，請重新整理後再登入", "location.href='logon.asp';")
        self.stamps.discard(stamp)
        if not want or request.get("VCODE").upper() != want:
            t.counts["sign_in_refused"] += 1
            return say("圖片驗證碼不符，請再輸入一次！", "location.href='logon.asp';")
        if request.get("HOSP") != "01":
            t.counts["sign_in_refused"] += 1
            return say("您沒有該院區的使用權限", "location.href='logon.asp';")
        if request.get("UID") != t.person.employee_id or request.get("PWD") != t.portal_password:
            t.counts["sign_in_refused"] += 1
            return say("查無此帳號或密碼不符！", "location.href='logon.asp';")
        sid = secrets.token_hex(16).upper()
        self.on[sid] = request.get("UID")
        t.sessions.add(f"portal:{sid}")
        t.counts["sign_in"] += 1
        return Response(
            f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5"></HEAD><BODY>登入中，請稍候...
<SCRIPT LANGUAGE=JavaScript>
top.location.href='main.asp?SESSION={sid}';
</SCRIPT></BODY></HTML>""",
            kind="text/html",
            headers=[("Set-Cookie", f"ASPSESSIONIDQADRT={sid}; path=/")],
        )

    def _chgpwd(self, request: Request, sid: str) -> Response:
        self.takes(request, P0="old_password", P1="new_password", P2="new_password_again")
        t = self.truth
        new = request.get("P1")
        if request.get("P0") != t.portal_password:
            why = "舊密碼輸入有誤"
        elif new != request.get("P2"):
            why = "兩次新密碼不一致"
        elif len(new) < 8 or len(new) > 20 or not re.search("[A-Za-z]", new) or not re.search(r"\d", new):
            why = "新密碼不符合設定條件"
        elif new == t.portal_password:
            why = "新密碼不可與舊密碼相同"
        else:
            t.portal_password = new
            t.counts["password_changed"] += 1
            return asp("更改密碼", f"""<CENTER><BR><BR><FONT COLOR=green SIZE=4>密碼已變更，下次請以新密碼登入</FONT><P>
<A HREF="main.asp?SESSION={sid}" TARGET=_top>回功能選單</A>　<A HREF="logoff.asp?SESSION={sid}" TARGET=_top>登出系統</A></CENTER>""")
        t.counts["password_refused"] += 1
        return say(why + "，請重新輸入", f"location.href='chgpwd.asp?SESSION={sid}';")

    # ------------------------------------------------------------ 人事
    def inner(self, request: Request) -> Response:
        sid = request.query.get("SESSION", "")
        if sid not in self.on:
            return say("連線逾時，請重新登入", f"top.location.href='{self.urls['portal']}/default.asp';")
        if request.path != "/hr/contact.asp":
            return Response("404", 404)
        t, note = self.truth, ""
        if request.method == "POST":
            self.takes(request, T6="mobile_phone")
            got = dict(zip(("english_surname", "english_given", "english_middle", "office_phone", "home_phone", "mobile_phone"), (request.get(f"T{i}").strip() for i in range(1, 7))))
            if not all(request.has(f"T{i}") for i in range(1, 7)):
                return say("資料不完整", "history.back();")
            if not re.fullmatch(r"09\d{8}", got["mobile_phone"]):
                return say("行動電話格式不正確（應為10碼數字）", f"location.href='contact.asp?SESSION={sid}';")
            t.saved_contact = got
            t.counts["contact_saved"] += 1
            note = "<SCRIPT LANGUAGE=JavaScript>alert('存檔完成');</SCRIPT>"
        who = t.person
        v = {k: html.escape(t.saved_contact.get(k, getattr(who, k))) for k in ("english_surname", "english_given", "english_middle", "office_phone", "home_phone", "mobile_phone")}
        return asp("維護個人連絡資料", f"""{note}<FORM NAME=HR METHOD=POST ACTION="contact.asp?SESSION={sid}">
<TABLE BORDER=0 WIDTH=640><TR><TD BGCOLOR=#99CCFF><B>台大醫院---維護個人連絡資料</B><TD ALIGN=right BGCOLOR=#99CCFF><INPUT TYPE=SUBMIT NAME=SAVE VALUE="異動儲存"></TABLE>
<TABLE BORDER=1 CELLSPACING=0 WIDTH=640>
<TR><TD>員工編號：<TD>{who.employee_id}<TD>姓名：<TD>{who.name}
<TR><TD>英文姓：<TD COLSPAN=3><INPUT NAME=T1 VALUE="{v['english_surname']}" SIZE=20> ex:Chen(陳)
<TR><TD>英文首名：<TD COLSPAN=3><INPUT NAME=T2 VALUE="{v['english_given']}" SIZE=20> ex: Yi-Fen(怡芬) (<A HREF=#>說明</A>)
<TR><TD>英文中名：<TD COLSPAN=3><INPUT NAME=T3 VALUE="{v['english_middle']}" SIZE=20> ex:Mary 為英文別名，如無，可不填
<TR><TD>辦公室電話：<TD><INPUT NAME=T4 VALUE="{v['office_phone']}" SIZE=10><BR>ex:61234或23123456<TD>住宅電話：<TD><INPUT NAME=T5 VALUE="{v['home_phone']}" SIZE=12><BR>ex:0223123456
<TR><TD>行動電話：<TD COLSPAN=3><INPUT NAME=T6 VALUE="{v['mobile_phone']}" SIZE=12 MAXLENGTH=10> ex:0952000000 (如離職或更換門號，請記得調整此欄位)
</TABLE></FORM><A HREF="{self.urls['portal']}/main.asp?SESSION={sid}" TARGET=_top>回功能選單</A>""")

    # ------------------------------------------------------------ 網路帳號
    def account(self, request: Request) -> Response:
        t, p = self.truth, request.path.lower()
        key = request.query.get("K", "")
        if p in ("/", "/index.asp"):
            return asp("網路帳號服務", """<TABLE WIDTH=760 ALIGN=center BORDER=0 CELLPADDING=6>
<TR><TD BGCOLOR=#FFFFCC>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼
<TR><TD><FONT COLOR=maroon SIZE=3><B>《規範》</B></FONT><BR>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用
<UL><LI>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置<LI>請勿冒用院內同仁申請網路帳號</UL>
<TR><TD><FONT COLOR=maroon SIZE=3><B>《常見問題與服務》</B></FONT><BR><U>忘記密碼</U><BR>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。
<TR><TD ALIGN=center>
<TABLE BORDER=3 CELLPADDING=8><TR>
<TD><A HREF="verify.asp?F=1">啟用網路帳號及首次雲端帳號密碼設定</A>
<TD><A HREF="verify.asp?F=2">重置雲端服務密碼</A>
<TD><A HREF="vpn.asp">總院廠商VPN展延申請</A></TABLE></TABLE>""")
        if p == "/vpn.asp":
            return asp("VPN", "本功能限廠商使用。<A HREF=index.asp>回上頁</A>")
        if p == "/verify.asp":
            func = "2" if request.get("F") == "2" else "1"
            if request.method == "POST":
                return self._verify(request, func)
            return self._verify_page(func, request.query.get("E", ""))
        if p == "/phone.asp" and request.method == "POST":
            self.takes(request, EMP="employee_id", MOBILE="registered_phone")
            func = "2" if request.get("F") == "2" else "1"
            emp = request.get("EMP")
            back = f"location.href='verify.asp?F={func}&E={emp}';"
            if emp != t.person.employee_id:
                return say("資料錯誤", "location.href='index.asp';")
            if request.get("MOBILE") != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                return say("手機門號與登記資料不符，無法發送", back)
            self.sent = (t.new_message(), time.time())
            self.tries = 0
            return say("簡訊已送出，請於2分鐘內輸入動態碼", back)
        if key not in self.proved:
            return say("請先完成身分驗證", "location.href='index.asp';")
        if p == "/leave.asp":
            self.proved.pop(key)
            t.sessions.discard(f"account:{key}")
            t.counts["sign_out_account"] += 1
            return redirect("index.asp")
        if p == "/setalias.asp":
            if request.method == "POST":
                return self._activate(request, key)
            return self._alias_page(key)
        if p == "/resetpw.asp":
            if request.method == "POST":
                self.takes(request, NP1="cloud_password", NP2="cloud_password_again")
                new = request.get("NP1")
                if not t.alias:
                    return say("尚未啟用，請先啟用網路帳號", f"location.href='leave.asp?K={key}';")
                if new != request.get("NP2") or len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search(r"\d", new):
                    return say("密碼不符規定或兩次輸入不同", f"location.href='resetpw.asp?K={key}';")
                t.cloud_password = new
                return asp("重置", f"<CENTER><BR>雲端服務密碼已重新設定。<P><A HREF='leave.asp?K={key}'>結束離開</A></CENTER>")
            return asp("重置", f"""<CENTER><H3>重置雲端服務密碼</H3><FORM METHOD=POST ACTION="resetpw.asp?K={key}">
新的雲端服務密碼：<INPUT TYPE=PASSWORD NAME=NP1><BR>再次輸入雲端服務密碼：<INPUT TYPE=PASSWORD NAME=NP2><BR><INPUT TYPE=SUBMIT VALUE="確定重置"></FORM><A HREF="leave.asp?K={key}">離開</A></CENTER>""")
        return Response("404", 404)

    def _verify_page(self, func: str, emp: str) -> Response:
        head = "重置雲端服務密碼" if func == "2" else "啟用網路帳號及首次雲端帳號密碼設定"
        return asp(head, f"""<TABLE WIDTH=700 ALIGN=center><TR><TD><B>注意事項</B><OL><LI>電子郵件別名第一次設定之後則不能修改，請慎重選擇。<LI>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<LI>請輸入帳號與簡訊動態碼後按「下一步」。</OL></TABLE>
<FORM METHOD=POST ACTION="verify.asp"><INPUT TYPE=HIDDEN NAME=F VALUE={func}>
<TABLE WIDTH=700 ALIGN=center BORDER=1 CELLPADDING=6><TR><TH COLSPAN=2 BGCOLOR=#99CCFF>{head}
<TR><TD WIDTH=220>網路帳號 / 主職員工編號<TD><INPUT NAME=EMP SIZE=10 MAXLENGTH=6 VALUE="{html.escape(emp)}"> <INPUT TYPE=SUBMIT NAME=ACT VALUE="發送簡訊動態碼">
<TR><TD>簡訊(或MOTP)動態碼<TD><INPUT NAME=OTP SIZE=10 MAXLENGTH=8>
<TR><TD>&nbsp;<TD><INPUT TYPE=SUBMIT NAME=ACT VALUE="下一步"></TABLE></FORM><CENTER><A HREF=index.asp>回首頁</A></CENTER>""")

    def _verify(self, request: Request, func: str) -> Response:
        self.takes(request, EMP="employee_id", OTP="code")
        t, emp = self.truth, request.get("EMP").strip()
        back = f"location.href='verify.asp?F={func}';"
        if emp != t.person.employee_id:
            return say("查無此網路帳號", back)
        if request.get("ACT") == "發送簡訊動態碼":
            return asp("發送簡訊", f"""<BR><BR><FORM METHOD=POST ACTION=phone.asp><INPUT TYPE=HIDDEN NAME=F VALUE={func}><INPUT TYPE=HIDDEN NAME=EMP VALUE={emp}>
<TABLE ALIGN=center BORDER=2 CELLPADDING=10 BGCOLOR=#FFFFFF><TR><TD>請輸入帳號登記的手機門號(10碼)<BR><INPUT NAME=MOBILE SIZE=14 MAXLENGTH=10>
<TR><TD ALIGN=center><INPUT TYPE=SUBMIT VALUE="確定發送"> <INPUT TYPE=BUTTON VALUE="取消" onClick="{back}"></TABLE></FORM>""")
        code, when = self.sent
        if not code or request.get("OTP").strip() != code:
            t.counts["code_refused"] += 1
            self.tries += 1
            if self.tries >= 5:
                self.sent = ("", 0.0)
            return say("動態碼不正確，請查明後再輸入", f"location.href='verify.asp?F={func}&E={emp}';")
        if time.time() - when > 120:
            t.counts["code_refused"] += 1
            return say("動態碼已逾時，請重新發送", f"location.href='verify.asp?F={func}&E={emp}';")
        self.sent = ("", 0.0)
        key = secrets.token_hex(8)
        self.proved[key] = func
        t.sessions.add(f"account:{key}")
        t.counts["code_accepted"] += 1
        return redirect(("resetpw.asp" if func == "2" else "setalias.asp") + f"?K={key}")

    def _alias_page(self, key: str) -> Response:
        t, who = self.truth, self.truth.person
        rows = "".join(f"<TR><TD BGCOLOR=#DDEEFF>{a}<TD>{b}" for a, b in (("網路帳號 / 主職員工編號", who.employee_id), ("帳號姓名", who.name), ("主職單位", who.unit), ("有效期限", who.valid_until)))
        if t.alias:
            rows += f"<TR><TD BGCOLOR=#DDEEFF>雲端服務帳號 (電子郵件名稱)<TD>{html.escape(t.alias)}@ntuh.gov.tw<TR><TD BGCOLOR=#DDEEFF>目前狀態<TD><FONT COLOR=green>已啟用</FONT>（別名不可再修改）"
            end = f'<A HREF="leave.asp?K={key}">離　開</A>'
        else:
            rows += '<TR><TD BGCOLOR=#DDEEFF>雲端服務帳號<BR>(電子郵件名稱)<TD><INPUT NAME=MAILID SIZE=24 MAXLENGTH=64>@ntuh.gov.tw 名稱長度限64字元內<TR><TD BGCOLOR=#DDEEFF>目前狀態<TD>未啟用'
            end = f'<INPUT TYPE=BUTTON VALUE="取消啟用" onClick="location.href=\'leave.asp?K={key}\'"> <INPUT TYPE=SUBMIT NAME=GO VALUE="啟用雲端服務"><BR><FONT COLOR=red>服務於設定完成隔日生效，初始密碼為您的身分證號（英文字母大寫）</FONT>'
        return asp("設定密碼與郵件別名", f"""<CENTER><H3>設定密碼與郵件別名</H3></CENTER><TABLE WIDTH=700 ALIGN=center><TR><TD>雲端服務帳號說明：<BR>1. 雲端服務帳號為跨體系使用。<BR>2. 服務於設定完成隔日生效。</TABLE>
<FORM METHOD=POST ACTION="setalias.asp?K={key}"><TABLE WIDTH=700 ALIGN=center BORDER=1 CELLPADDING=5>{rows}</TABLE><CENTER>{end}</CENTER></FORM>""")

    def _activate(self, request: Request, key: str) -> Response:
        self.takes(request, MAILID="alias")
        t, name = self.truth, request.get("MAILID").strip()
        back = f"location.href='setalias.asp?K={key}';"
        if t.alias:
            return say("您的帳號先前已啟用，不可重複啟用", back)
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", name):
            return say("電子郵件名稱只能用英文、數字、點、底線或減號，且須以英文開頭", back)
        if name.lower() in TAKEN:
            return say("此名稱已有人使用，請換一個", back)
        t.alias, t.cloud_password = name, t.person.national_id
        t.counts["activated"] += 1
        return asp("啟用", f"""<CENTER><BR><BR><FONT SIZE=4 COLOR=green>啟用作業完成！</FONT><P>您的電子郵件：{html.escape(name)}@ntuh.gov.tw<BR>初始密碼為您的身分證號（英文字母大寫），隔日生效
<P><A HREF="leave.asp?K={key}">離　開</A></CENTER>""")

    # ------------------------------------------------------------ 電子信
    def mail(self, request: Request) -> Response:
        t, p = self.truth, request.path
        who = request.cookies.get("WMAILSID", "")
        if p == "/pic.asp":
            return Response(picture(t.new_captcha("abcdefghkmnprstuvwxyz23456789", 4)), kind="image/gif")
        if p == "/" and request.method == "POST":
            self.takes(request, MU="mail_account", MP="mail_password", MC="captcha")
            want, t.captcha = t.captcha, ""
            if not want or request.get("MC") != want:
                return say("驗證碼錯誤", "location.href='/';")
            if not t.alias or request.get("MU").split("@")[0].lower() != t.alias.lower() or request.get("MP") != t.cloud_password:
                return say("帳號或密碼錯誤", "location.href='/';")
            sid = secrets.token_hex(8)
            self.inbox.add(sid)
            t.sessions.add(f"mail:{sid}")
            t.counts["mail_sign_in"] += 1
            return redirect("/inbox.asp", ("Set-Cookie", f"WMAILSID={sid}; path=/"))
        if p == "/inbox.asp" and who in self.inbox:
            return asp("收件匣", f'{html.escape(t.alias)} 您好　<A HREF=bye.asp>登出</A><HR><TABLE BORDER=1><TR><TH>寄件者<TH>主旨<TR><TD>postmaster<TD>歡迎使用電子郵件</TABLE>')
        if p == "/bye.asp" and who in self.inbox:
            self.inbox.discard(who)
            t.sessions.discard(f"mail:{who}")
            t.counts["sign_out_mail"] += 1
            return redirect("/", ("Set-Cookie", "WMAILSID=; path=/; Max-Age=0"))
        return asp("電子信", f"""<CENTER><H2>電子信箱</H2><FORM METHOD=POST ACTION="/"><TABLE>
<TR><TD>帳號:<TD><INPUT NAME=MU><TR><TD>密碼:<TD><INPUT TYPE=PASSWORD NAME=MP><TR><TD>驗證碼(小寫字母或數字):<TD><INPUT NAME=MC SIZE=6><IMG SRC="pic.asp?{int(time.time() * 1000)}">
<TR><TD COLSPAN=2><INPUT TYPE=CHECKBOX NAME=KEEP VALUE=Y>記住登入資訊 (公用電腦請勿勾選)<TR><TD COLSPAN=2><INPUT TYPE=SUBMIT VALUE="進入信箱"></TABLE></FORM>
公佈欄：體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</CENTER>""")

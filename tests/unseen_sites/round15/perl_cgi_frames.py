"""A CGI system in Perl, HTML 3.2 in Big5, a frameset around the portal."""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from truth import Request, Response, Site, picture, redirect

HEAD = """<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">
<HTML>
<HEAD>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5">
<TITLE>%s</TITLE>
</HEAD>
"""
HOSPITALS = ["總院區", "北護分院", "金山分院", "新竹分院", "雲林分院"]
CONTACT = [  # parameter, key, label, hint, size
    ("e_last", "english_surname", "英文姓", "ex:Chen(陳)", 16),
    ("e_first", "english_given", "英文首名", "ex: Yi-Fen(怡芬) (說明)", 16),
    ("e_mid", "english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填", 16),
    ("tel_o", "office_phone", "辦公室電話", "ex:61234或23123456", 12),
    ("tel_h", "home_phone", "住宅電話", "ex:0223123456", 12),
    ("cell", "mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", 12),
]


class TheSite(Site):
    charset = "cp950"
    title = "perl_cgi_frames"

    def __init__(self) -> None:
        super().__init__()
        self.sid: dict[str, str] = {}       # session -> serial number of the newest form
        self.pic_key = ""
        self.tickets: dict[str, dict[str, object]] = {}
        self.mails: set[str] = set()

    # ---- print "Content-type: text/html\n\n";
    def out(self, title: str, body: str, *headers: tuple[str, str]) -> Response:
        return Response((HEAD % title) + body + "\n</HTML>\n", kind="text/html", headers=list(headers))

    def oops(self, why: str, again: str, label: str = "重新輸入", target: str = "") -> Response:
        return self.out("錯誤訊息", f"""<BODY BGCOLOR=#FFFFE0>
<CENTER><TABLE BORDER=2 CELLPADDING=10 BGCOLOR=#FFFFFF><TR><TD ALIGN=CENTER><FONT COLOR=RED SIZE=+1>{why}</FONT>
<P><A HREF="{again}"{target}>{label}</A></TABLE></CENTER></BODY>""")

    # ================================================= portal
    def portal(self, request: Request) -> Response:
        path = request.path
        if path in ("/", "/index.html"):
            return self.out("台大醫院 PORTAL 系統", """<FRAMESET ROWS="60,*" BORDER=0>
<FRAME SRC="/banner.html" NAME=banner SCROLLING=no NORESIZE>
<FRAME SRC="/cgi-bin/login.pl" NAME=body>
<NOFRAMES><BODY>您的瀏覽器不支援框架，請按<A HREF="/cgi-bin/login.pl">這裡</A></BODY></NOFRAMES>
</FRAMESET>""")
        if path == "/banner.html":
            return self.out("banner", '<BODY BGCOLOR=#006666 TEXT=WHITE><FONT SIZE=+2><B>台大醫院　醫療資訊系統</B></FONT> <FONT SIZE=-1>健康守護, 醫界典範</FONT></BODY>')
        if path == "/cgi-bin/gif.pl":
            if request.query.get("k") == self.pic_key and self.pic_key:
                return Response(picture(self.truth.new_captcha()), kind="image/gif")
            return Response(picture("------"), kind="image/gif")
        if path == "/cgi-bin/login.pl":
            return self.check_login(request) if request.method == "POST" else self.login_form()
        s = request.query.get("sid", "")
        if s not in self.sid:
            return self.oops("尚未登入，或已逾時登出", "/index.html", "請重新登入", " TARGET=_top")
        if path == "/cgi-bin/portal.pl":
            return self.out("PORTAL", f"""<FRAMESET COLS="190,*">
<FRAME SRC="menu.pl?sid={s}" NAME=menu>
<FRAME SRC="news.pl?sid={s}" NAME=main>
<NOFRAMES><BODY><A HREF="menu.pl?sid={s}">功能選單</A></BODY></NOFRAMES>
</FRAMESET>""")
        if path == "/cgi-bin/menu.pl":
            inside = self.urls["inner"] + "/cgi-bin/emp"
            return self.out("選單", f"""<BODY BGCOLOR=#CCFFCC LINK=NAVY>
<FONT SIZE=-1><B>{escape(self.truth.person.name)}</B> 您好!<HR>
<B>行政系統</B><UL><LI><A HREF="soon.pl?sid={s}&f=1" TARGET=main>差勤系統</A><LI><A HREF="soon.pl?sid={s}&f=2" TARGET=main>表單下載</A></UL>
<B>數位學習</B><UL><LI><A HREF="soon.pl?sid={s}&f=3" TARGET=main>KM系統</A></UL>
<B>個人管理</B><UL>
<LI><A HREF="{inside}/passwd.pl?sid={s}" TARGET=main>更改密碼</A>
<LI><A HREF="soon.pl?sid={s}&f=4" TARGET=main>個人簽章提醒設定</A>
<LI><A HREF="soon.pl?sid={s}&f=5" TARGET=main>查詢員工連絡資料</A>
<LI><A HREF="{inside}/contact.pl?sid={s}" TARGET=main>維護個人連絡資料</A>
<LI><A HREF="soon.pl?sid={s}&f=6" TARGET=main>個人就醫紀錄查詢</A></UL>
<HR><A HREF="logout.pl?sid={s}" TARGET=_top>登出系統</A></FONT></BODY>""")
        if path == "/cgi-bin/news.pl":
            return self.out("公告", """<BODY BGCOLOR=WHITE><H3>全院公告 2</H3><TABLE BORDER=1><TR><TH>日期<TH>標題
<TR><TD>2019/10/21<TD>請全院同仁填報「薪資所得免稅額申報表」<TR><TD>2018/12/13<TD>總院Portal資訊系統登入首頁預定改成新的版本</TABLE>
<P>請由左邊選單選擇功能。</BODY>""")
        if path == "/cgi-bin/logout.pl":
            del self.sid[s]
            self.truth.sessions.discard("portal:" + s)
            self.truth.counts["sign_out_portal"] += 1
            return self.out("登出", '<BODY><CENTER><H3>您已登出 PORTAL 系統</H3><A HREF="/index.html" TARGET=_top>回登入畫面</A></CENTER></BODY>')
        return self.out("施工中", "<BODY>此功能維護中，請稍後再試。</BODY>")

    def login_form(self) -> Response:
        self.pic_key = secrets.token_hex(5)
        self.truth.captcha = ""
        opts = "".join(f"<OPTION VALUE={n + 1}{' SELECTED' if n == 0 else ''}>{h}\n" for n, h in enumerate(HOSPITALS))
        return self.out("登入", f"""<BODY BGCOLOR=#E0FFFF>
<CENTER><H3>登入本院PORTAL系統</H3>
<FORM ACTION="login.pl" METHOD=POST>
<INPUT TYPE=HIDDEN NAME=k VALUE={self.pic_key}>
<TABLE BORDER=1 CELLPADDING=4>
<TR><TD BGCOLOR=#99CCCC>院區<TD><SELECT NAME=hosp>
{opts}</SELECT>
<TR><TD BGCOLOR=#99CCCC>帳號<TD><INPUT NAME=uid SIZE=10 MAXLENGTH=6>
<TR><TD BGCOLOR=#99CCCC>密碼<TD><INPUT TYPE=PASSWORD NAME=pw SIZE=16>
<TR><TD BGCOLOR=#99CCCC>驗證碼<BR><FONT SIZE=-2>(不用區分大小寫)</FONT><TD><INPUT NAME=vcode SIZE=8 MAXLENGTH=6> <IMG SRC="gif.pl?k={self.pic_key}" BORDER=1 ALT="[picture]">
<A HREF="login.pl">換一張</A>
<TR><TD COLSPAN=2 ALIGN=CENTER><INPUT TYPE=SUBMIT VALUE=" 登 入 "> <INPUT TYPE=RESET VALUE=" 清 除 ">
</TABLE></FORM>
<FONT SIZE=-1>密碼預設為身分證號（英文字母大寫）。如無法登入，請撥資訊室分機261120</FONT></CENTER></BODY>""")

    def check_login(self, request: Request) -> Response:
        self.takes(request, hosp="campus", uid="employee_id", pw="portal_password", vcode="captcha")
        t = self.truth
        want, key = t.captcha, self.pic_key
        t.captcha = self.pic_key = ""
        why = ""
        if not key or request.get("k") != key or not want or request.get("vcode").strip().upper() != want:
            why = "驗證碼不符"
        elif request.get("hosp") not in ("1", "2", "3", "4", "5"):
            why = "院區錯誤"
        elif request.get("uid").strip() != t.person.employee_id or request.get("pw") != t.portal_password:
            why = "帳號或密碼有誤"
        if why:
            t.counts["sign_in_refused"] += 1
            return self.oops(f"登入失敗：{why}", "login.pl")
        s = secrets.token_hex(16)
        self.sid[s] = ""
        t.sessions.add("portal:" + s)
        t.counts["sign_in"] += 1
        return self.out("登入成功", f"""<BODY>登入成功，系統載入中....<BR>
<SCRIPT LANGUAGE="JavaScript"><!--
top.location.href = '/cgi-bin/portal.pl?sid={s}';
//--></SCRIPT>
<A HREF="/cgi-bin/portal.pl?sid={s}" TARGET=_top>若畫面沒有自動切換請按此</A></BODY>""")

    # ================================================= inner
    def inner(self, request: Request) -> Response:
        s = request.get("sid")
        if s not in self.sid:
            return self.oops("尚未登入，或已逾時登出", self.urls["portal"] + "/index.html", "請重新登入", " TARGET=_top")
        if request.path == "/cgi-bin/emp/passwd.pl":
            return self.passwd(request, s)
        if request.path == "/cgi-bin/emp/contact.pl":
            return self.contact(request, s)
        return Response("<H1>Not Found</H1>", 404)

    def serial(self, s: str) -> str:
        self.sid[s] = secrets.token_hex(4)
        return self.sid[s]

    def home(self, s: str) -> str:
        p = self.urls["portal"] + "/cgi-bin"
        return f'<HR><A HREF="{p}/portal.pl?sid={s}" TARGET=_top>[回功能選單]</A> <A HREF="{p}/logout.pl?sid={s}" TARGET=_top>[登出系統]</A>'

    def passwd(self, request: Request, s: str) -> Response:
        if request.method == "POST":
            self.takes(request, p0="old_password", p1="new_password", p2="new_password_again")
            was, self.sid[s] = self.sid[s], ""
            if not was or request.get("no") != was:
                return self.oops("表單已失效", f"passwd.pl?sid={s}")
            old, new = request.get("p0"), request.get("p1")
            why = ""
            if old != self.truth.portal_password:
                why = "舊密碼輸入錯誤"
            elif len(new) < 8 or len(new) > 16:
                why = "新密碼長度須為8至16個字元"
            elif not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                why = "新密碼需包含英文及數字"
            elif new != request.get("p2"):
                why = "新密碼兩次輸入不同"
            if why:
                self.truth.counts["password_refused"] += 1
                return self.oops(why, f"passwd.pl?sid={s}")
            self.truth.portal_password = new
            self.truth.counts["password_changed"] += 1
            return self.out("更改密碼", f"<BODY BGCOLOR=WHITE><H3><FONT COLOR=GREEN>密碼已經更換成功！</FONT></H3>下次請用新密碼登入。{self.home(s)}</BODY>")
        return self.out("更改密碼", f"""<BODY BGCOLOR=WHITE><H3>更改密碼</H3>
<FORM METHOD=POST ACTION="passwd.pl"><INPUT TYPE=HIDDEN NAME=sid VALUE="{s}"><INPUT TYPE=HIDDEN NAME=no VALUE="{self.serial(s)}">
<TABLE><TR><TD>請輸入舊密碼：<TD><INPUT TYPE=PASSWORD NAME=p0 MAXLENGTH=16>
<TR><TD>請輸入新密碼：<TD><INPUT TYPE=PASSWORD NAME=p1 MAXLENGTH=16>
<TR><TD>請再輸入新密碼：<TD><INPUT TYPE=PASSWORD NAME=p2 MAXLENGTH=16>
</TABLE><INPUT TYPE=SUBMIT VALUE="送出"> <INPUT TYPE=RESET VALUE="清除"></FORM>
密碼設定條件：<OL><LI>密碼長度不可少於8個字元<LI>密碼內容需包含英文及數字</OL>{self.home(s)}</BODY>""")

    def contact(self, request: Request, s: str) -> Response:
        t, told = self.truth, ""
        if request.method == "POST":
            self.takes(request, cell="mobile_phone")
            was, self.sid[s] = self.sid[s], ""
            if not was or request.get("no") != was or not all(request.has(c[0]) for c in CONTACT):
                return self.oops("表單已失效", f"contact.pl?sid={s}")
            new = {key: request.get(name).strip() for name, key, *_ in CONTACT}
            if not re.fullmatch(r"09[0-9]{8}", new["mobile_phone"]):
                return self.oops("行動電話須為09開頭之10碼數字，未存檔", f"contact.pl?sid={s}")
            if any(not re.fullmatch(r"[A-Za-z '.-]{0,30}", new[k]) for k in ("english_surname", "english_given", "english_middle")):
                return self.oops("英文姓名有誤，未存檔", f"contact.pl?sid={s}")
            if any(not re.fullmatch(r"[0-9#()-]{0,14}", new[k]) for k in ("office_phone", "home_phone")):
                return self.oops("電話有誤，未存檔", f"contact.pl?sid={s}")
            t.saved_contact.update(new)
            t.counts["contact_saved"] += 1
            told = "<TR><TD COLSPAN=2 BGCOLOR=YELLOW ALIGN=CENTER><B>** 資料已存檔 **</B>"
        rows = ""
        for name, key, label, hint, size in CONTACT:
            now = escape(t.saved_contact.get(key, getattr(t.person, key)))
            rows += f'<TR><TD BGCOLOR=#DDDDFF NOWRAP>{label}：<TD><INPUT NAME={name} VALUE="{now}" SIZE={size} MAXLENGTH=30> <FONT SIZE=-1>{hint}</FONT>\n'
        return self.out("維護個人連絡資料", f"""<BODY BGCOLOR=WHITE><CENTER><B>台大醫院---維護個人連絡資料</B>
<FORM METHOD=POST ACTION="contact.pl"><INPUT TYPE=HIDDEN NAME=sid VALUE="{s}"><INPUT TYPE=HIDDEN NAME=no VALUE="{self.serial(s)}">
<TABLE BORDER=1>{told}<TR><TD COLSPAN=2 ALIGN=RIGHT><INPUT TYPE=SUBMIT VALUE="異動儲存">
<TR><TD BGCOLOR=#DDDDFF>員工編號：<TD>{t.person.employee_id}　姓名：{escape(t.person.name)}
{rows}</TABLE></FORM></CENTER>{self.home(s)}</BODY>""")

    # ================================================= account
    def account(self, request: Request) -> Response:
        path, t = request.path, self.truth
        if path in ("/", "/index.html"):
            return self.out("網路帳號", """<BODY BGCOLOR=#F0FFF0><CENTER><H2>台大醫院網路帳號服務</H2></CENTER>
<H4>《規範》</H4>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用
<UL><LI>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。
<LI>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置
<LI>請注意此帳號密碼與醫療行政系統(Portal)不同。</UL>
<H4>《常見問題與服務》</H4><DL><DT>密碼修改後多久可以生效<DD>即時生效。<DT>忘記密碼<DD>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</DL>
<CENTER><TABLE BORDER=3 CELLPADDING=8><TR><TD><A HREF="/cgi-bin/netid.pl?m=new">啟用網路帳號及首次雲端帳號密碼設定</A>
<TR><TD><A HREF="/cgi-bin/netid.pl?m=pwd">重置雲端服務密碼</A><TR><TD><A HREF="/cgi-bin/vpn.pl">總院廠商VPN展延申請</A></TABLE></CENTER></BODY>""")
        if path == "/cgi-bin/netid.pl":
            return self.netid(request)
        k = request.get("t")
        if path in ("/cgi-bin/alias.pl", "/cgi-bin/newpw.pl", "/cgi-bin/bye.pl"):
            if k not in self.tickets or not self.tickets[k]["ok"]:
                return self.oops("請重新驗證身分", "/index.html", "回首頁")
            if path == "/cgi-bin/bye.pl":
                del self.tickets[k]
                t.sessions.discard("account:" + k)
                t.counts["sign_out_account"] += 1
                return self.out("離開", '<BODY>已離開系統，謝謝。<A HREF="/index.html">回首頁</A></BODY>')
            return self.alias(request, k) if path == "/cgi-bin/alias.pl" else self.newpw(request, k)
        return self.oops("暫停服務", "/index.html", "回首頁")

    def ask(self, k: str, who: str = "") -> Response:
        name = "重置雲端服務密碼" if self.tickets[k]["m"] == "pwd" else "啟用網路帳號及首次雲端帳號密碼設定"
        return self.out(name, f"""<BODY BGCOLOR=#F0FFF0><H3>{name}</H3>注意事項<OL><LI>電子郵件別名第一次設定之後則不能修改，請慎重選擇。
<LI>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<LI>請輸入帳號與簡訊動態碼後按「下一步」。</OL>
<FORM METHOD=POST ACTION="netid.pl"><INPUT TYPE=HIDDEN NAME=t VALUE={k}><INPUT TYPE=HIDDEN NAME=step VALUE=1>
<TABLE BORDER=1 CELLPADDING=5><TR><TD>網路帳號 / 主職員工編號<TD><INPUT NAME=acc SIZE=10 MAXLENGTH=6 VALUE="{escape(who)}"> <INPUT TYPE=SUBMIT NAME=go VALUE="發送簡訊動態碼">
<TR><TD>簡訊(或MOTP)動態碼<TD><INPUT NAME=otp SIZE=10 MAXLENGTH=6>
<TR><TD COLSPAN=2 ALIGN=RIGHT><INPUT TYPE=SUBMIT NAME=go VALUE="下一步"></TABLE></FORM><A HREF="/index.html">回首頁</A></BODY>""")

    def ask_phone(self, k: str, who: str) -> Response:
        return self.out("發送簡訊", f"""<BODY BGCOLOR=#F0FFF0><FORM METHOD=POST ACTION="netid.pl"><INPUT TYPE=HIDDEN NAME=t VALUE={k}><INPUT TYPE=HIDDEN NAME=step VALUE=2>
<INPUT TYPE=HIDDEN NAME=acc VALUE="{who}">
<CENTER><TABLE BORDER=4><TR><TD>請輸入帳號登記的手機門號(10碼)<BR><INPUT NAME=cell SIZE=14 MAXLENGTH=10><P>
<INPUT TYPE=SUBMIT NAME=go VALUE="確定發送"> <INPUT TYPE=SUBMIT NAME=go VALUE="取消"></TABLE></CENTER></FORM></BODY>""")

    def netid(self, request: Request) -> Response:
        t = self.truth
        if request.method != "POST":
            old = request.query.get("t", "")
            if old in self.tickets and not self.tickets[old]["ok"]:
                return self.ask(old, str(self.tickets[old]["who"]))
            k = secrets.token_hex(9)
            self.tickets[k] = {"m": "pwd" if request.query.get("m") == "pwd" else "new", "who": "", "code": "", "at": 0.0, "ok": False, "alias": ""}
            return self.ask(k)
        self.takes(request, acc="employee_id", otp="code", cell="registered_phone")
        k, who, go = request.get("t"), request.get("acc").strip(), request.get("go")
        if k not in self.tickets or self.tickets[k]["ok"]:
            return self.oops("表單已失效，請重新操作", "/index.html", "回首頁")
        one = self.tickets[k]
        if request.get("step") == "2":
            if go != "確定發送":
                return self.ask(k, who)
            if not who or who != one["who"]:
                return self.oops("表單已失效，請重新操作", "/index.html", "回首頁")
            if who != t.person.employee_id or request.get("cell").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                return self.oops("您輸入的手機門號與登記不同，未發送簡訊", f"netid.pl?m={one['m']}")
            one["code"], one["at"] = t.new_message(), time.time()
            return self.out("發送成功", f"""<BODY BGCOLOR=#F0FFF0><CENTER><H3>動態碼簡訊發送成功</H3>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」
<FORM METHOD=POST ACTION="netid.pl"><INPUT TYPE=HIDDEN NAME=t VALUE={k}><INPUT TYPE=HIDDEN NAME=step VALUE=3><INPUT TYPE=HIDDEN NAME=acc VALUE="{who}">
<INPUT TYPE=SUBMIT NAME=go VALUE="確定"></FORM></CENTER></BODY>""")
        if request.get("step") == "3":
            return self.ask(k, who)
        if go == "發送簡訊動態碼":
            if not re.fullmatch("[0-9]{6}", who):
                return self.oops("帳號須為6位數字", f"netid.pl?m={one['m']}")
            one["who"] = who
            return self.ask_phone(k, who)
        code = request.get("otp").strip()
        if not one["code"] or who != one["who"] or code != one["code"]:
            t.counts["code_refused"] += 1
            return self.oops("動態碼不正確", f"netid.pl?t={k}", "回上一頁")
        if time.time() - float(str(one["at"])) > 120:
            t.counts["code_refused"] += 1
            return self.oops("動態碼已過期，請重新取得", f"netid.pl?m={one['m']}")
        one["code"], one["ok"] = "", True
        t.sessions.add("account:" + k)
        t.counts["code_accepted"] += 1
        return redirect(f"/cgi-bin/{'alias' if one['m'] == 'new' else 'newpw'}.pl?t={k}", status=303)

    def alias(self, request: Request, k: str) -> Response:
        t, p = self.truth, self.truth.person
        bye = f'<P><A HREF="bye.pl?t={k}">離開系統</A>'
        if request.method == "POST":
            self.takes(request, nick="alias")
            key, self.tickets[k]["alias"] = self.tickets[k]["alias"], ""
            nick = request.get("nick").strip()
            if request.get("go") == "取消啟用":
                return redirect(f"bye.pl?t={k}", status=303)
            why = ""
            if not key or request.get("fk") != key:
                why = "表單已失效"
            elif t.alias:
                why = "已經啟用過了，不能再次設定"
            elif not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?", nick):
                why = "電子郵件名稱只能用英文字母、數字、點、底線及減號"
            elif nick.lower() == "taken.name":
                why = "這個名稱別人已經用了"
            if why:
                return self.oops(why, f"alias.pl?t={k}")
            t.alias, t.cloud_password = nick, p.national_id
            t.counts["activated"] += 1
            return self.out("完成", f"""<BODY BGCOLOR=#F0FFF0><H3><FONT COLOR=BLUE>恭喜！您的電子郵件帳號是 {escape(nick)}@ntuh.gov.tw</FONT></H3>
<UL><LI>隔日生效。<LI>初始的雲端服務密碼為您的身分證號（英文字母大寫），請至首頁以「重置雲端服務密碼」自行更換。</UL>{bye}</BODY>""")
        facts = "".join(f"<TR><TD BGCOLOR=#CCEECC>{a}<TD>{escape(b)}\n" for a, b in (
            ("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        if t.alias:
            last = f"<TR><TD BGCOLOR=#CCEECC>雲端服務帳號 (電子郵件名稱)<TD>{escape(t.alias)}@ntuh.gov.tw<TR><TD COLSPAN=2><FONT COLOR=RED>狀態：已啟用 (不得修改)</FONT></TABLE>"
        else:
            self.tickets[k]["alias"] = secrets.token_hex(4)
            last = f"""<TR><TD BGCOLOR=#CCEECC>雲端服務帳號<BR>(電子郵件名稱)<TD><INPUT NAME=nick SIZE=24 MAXLENGTH=64> @ntuh.gov.tw <FONT SIZE=-1>名稱長度限64字元內</FONT>
<TR><TD COLSPAN=2 ALIGN=CENTER><INPUT TYPE=SUBMIT NAME=go VALUE="取消啟用">　<INPUT TYPE=SUBMIT NAME=go VALUE="啟用雲端服務"><BR>服務於設定完成隔日生效</TABLE>"""
        return self.out("設定", f"""<BODY BGCOLOR=#F0FFF0><H3>設定密碼與郵件別名</H3><FORM METHOD=POST ACTION="alias.pl"><INPUT TYPE=HIDDEN NAME=t VALUE={k}>
<INPUT TYPE=HIDDEN NAME=fk VALUE="{self.tickets[k]['alias']}"><TABLE BORDER=1 CELLPADDING=4>{facts}{last}</FORM>{bye}</BODY>""")

    def newpw(self, request: Request, k: str) -> Response:
        t = self.truth
        if request.method == "POST":
            self.takes(request, c1="cloud_password", c2="cloud_password_again")
            new = request.get("c1")
            if not t.alias:
                return self.oops("您尚未啟用雲端服務帳號", "/index.html", "回首頁")
            if new != request.get("c2") or not 8 <= len(new) <= 32 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                return self.oops("兩次不同，或不足8字，或未含英文及數字", f"newpw.pl?t={k}")
            if new == t.portal_password:
                return self.oops("請勿與Portal密碼相同", f"newpw.pl?t={k}")
            t.cloud_password = new
            t.counts["cloud_reset"] += 1
            return self.out("完成", f'<BODY BGCOLOR=#F0FFF0><H3>雲端服務密碼已重設</H3><A HREF="bye.pl?t={k}">離開系統</A></BODY>')
        return self.out("重置", f"""<BODY BGCOLOR=#F0FFF0><H3>重置雲端服務密碼</H3><FORM METHOD=POST ACTION="newpw.pl"><INPUT TYPE=HIDDEN NAME=t VALUE={k}>
<TABLE BORDER=1><TR><TD>新的雲端服務密碼<TD><INPUT TYPE=PASSWORD NAME=c1 MAXLENGTH=32><TR><TD>再輸入一次<TD><INPUT TYPE=PASSWORD NAME=c2 MAXLENGTH=32></TABLE>
<INPUT TYPE=SUBMIT VALUE="重置"></FORM><A HREF="bye.pl?t={k}">離開系統</A></BODY>""")

    # ================================================= webmail
    def mail(self, request: Request) -> Response:
        t, path, s = self.truth, request.path, request.query.get("s", "")
        if path == "/cgi-bin/owm/code.pl":
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 4), "PNG", (90, 32)), kind="image/png")
        if path == "/cgi-bin/owm/main.pl" and s in self.mails:
            return self.out("信箱", f"""<FRAMESET ROWS="40,*"><FRAME SRC="top.pl?s={s}"><FRAME SRC="list.pl?s={s}" NAME=list></FRAMESET>""")
        if path == "/cgi-bin/owm/top.pl" and s in self.mails:
            return self.out("top", f'<BODY BGCOLOR=#333399 TEXT=WHITE LINK=YELLOW>{escape(t.alias)}@ntuh.gov.tw | <A HREF="list.pl?s={s}" TARGET=list>收件匣</A> | <A HREF="quit.pl?s={s}" TARGET=_top>登出</A></BODY>')
        if path == "/cgi-bin/owm/list.pl" and s in self.mails:
            return self.out("收件匣", '<BODY><H4>收件匣 INBOX (1)</H4><TABLE BORDER=1><TR><TD>root<TD>歡迎使用<TD>1KB</TABLE></BODY>')
        if path == "/cgi-bin/owm/quit.pl" and s in self.mails:
            self.mails.discard(s)
            t.sessions.discard("mail:" + s)
            t.counts["sign_out_mail"] += 1
            return self.out("登出", '<BODY>已登出電子郵件。<A HREF="/" TARGET=_top>重新登入</A></BODY>')
        if path == "/cgi-bin/owm/login.pl" and request.method == "POST":
            self.takes(request, loginname="mail_account", password="mail_password", code="captcha")
            want, t.captcha = t.captcha, ""
            if not want or request.get("code").strip() != want:
                return self.oops("驗證碼錯誤", "/")
            if not t.alias or request.get("loginname").strip().lower().split("@")[0] != t.alias.lower() or request.get("password") != t.cloud_password:
                return self.oops("帳號密碼不符", "/")
            s = secrets.token_hex(8)
            self.mails.add(s)
            t.sessions.add("mail:" + s)
            t.counts["mail_sign_in"] += 1
            return redirect(f"/cgi-bin/owm/main.pl?s={s}", status=303)
        return self.out("電子郵件", """<BODY BGCOLOR=#EEEEFF><CENTER><H3>台大醫院 電子郵件</H3><FORM METHOD=POST ACTION="/cgi-bin/owm/login.pl">
<TABLE BORDER=1 CELLPADDING=4><TR><TD>帳號:<TD><INPUT NAME=loginname SIZE=20><TR><TD>密碼:<TD><INPUT TYPE=PASSWORD NAME=password SIZE=20>
<TR><TD>驗證碼(小寫字母或數字):<TD><INPUT NAME=code SIZE=6 MAXLENGTH=4> <IMG SRC="/cgi-bin/owm/code.pl">
<TR><TD COLSPAN=2><INPUT TYPE=CHECKBOX NAME=keep VALUE=1>記住登入資訊 (公用電腦請勿勾選)
<TR><TD COLSPAN=2 ALIGN=CENTER><INPUT TYPE=SUBMIT VALUE="登入"></TABLE></FORM>
<B>公佈欄</B><BR>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</CENTER></BODY>""")

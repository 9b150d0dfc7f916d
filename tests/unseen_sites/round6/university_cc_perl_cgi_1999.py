"""The computing centre's CGI programs in Perl, 1999: no style sheets, no scripts, capital tags."""

from __future__ import annotations

import re
import secrets
import sys
import time
from html import escape
from pathlib import Path

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402

FOOT = "<HR SIZE=1>\n<ADDRESS>資訊室 (Computing Center) 分機 261120<BR>Best viewed with Netscape 4.0, 800x600</ADDRESS>\n</BODY></HTML>"


def out(title: str, text: str, bg: str = "#FFFFFF") -> Response:
    """print "Content-type: text/html\\n\\n"; and the rest."""
    page = f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2//EN">
<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5">
<TITLE>{title}</TITLE></HEAD>
<BODY BGCOLOR="{bg}" TEXT="#000000" LINK="#0000EE">
<CENTER><H2>{title}</H2></CENTER><HR>
{text}
{FOOT}"""
    return Response(page, kind="text/html; charset=big5", headers=[("Pragma", "no-cache")])


def oops(why: str, back: str, what: str = "重填一次") -> Response:
    return out("錯誤訊息", f'<FONT COLOR=RED SIZE=+1>抱歉! {why}</FONT>\n<P>[<A HREF="{back}">{what}</A>]', "#FFFFCC")


class TheSite(Site):
    title = "university_cc_perl_cgi_1999"
    charset = "cp950"

    def __init__(self) -> None:
        super().__init__()
        self.keys: dict[str, str] = {}
        self.tickets: dict[str, tuple[str, str]] = {}
        self.sms: dict[str, tuple[str, float]] = {}
        self.passed: dict[str, str] = {}
        self.readers: set[str] = set()

    def _ticket(self, purpose: str, about: str = "") -> str:
        t = f"{int(time.time())}.{secrets.randbelow(90000) + 10000}.{len(self.tickets)}"
        self.tickets[t] = (purpose, about)
        return t

    def _punch(self, request: Request, purpose: str) -> str | None:
        """The ticket is used up; what it was about, or None."""
        got = self.tickets.get(request.get("ticket"))
        if got is None or got[0] != purpose:
            return None
        del self.tickets[request.get("ticket")]
        return got[1]

    # ---------------------------------------------------------------- portal
    def portal(self, request: Request) -> Response:
        truth, path = self.truth, request.path
        if path in ("/", "/index.html"):
            return out("台大醫院 醫療資訊系統", """<CENTER>National Taiwan University Hospital<P>
<TABLE BORDER=1 CELLPADDING=5><TR><TD ALIGN=CENTER><A HREF="/cgi-bin/login.cgi">登入本院PORTAL系統</A>
<TR><TD ALIGN=CENTER>數位學習 | KM系統 | 表單下載 | 網路掛號</TABLE></CENTER>""")
        if path == "/cgi-bin/number.cgi":
            return Response(picture(truth.new_captcha()), kind="image/gif", headers=[("Expires", "0")])
        if path == "/cgi-bin/login.cgi":
            return self._check(request) if request.method == "POST" else self._form()
        if path == "/cgi-bin/menu.cgi":
            return self._menu(request)
        if path == "/cgi-bin/bye.cgi":
            k = request.get("k")
            if self.keys.pop(k, None):
                truth.sessions.discard(f"portal:{k}")
                truth.counts["sign_out_portal"] += 1
            return out("再見", 'Bye-bye! 您已經離開系統。<P><A HREF="/" TARGET="_top">回首頁</A>')
        return Response("<H1>Not Found</H1>", 404)

    def _form(self) -> Response:
        return out("使用者登入 (Login)", f"""<FORM METHOD=POST ACTION="/cgi-bin/login.cgi">
<INPUT TYPE=HIDDEN NAME=ticket VALUE="{self._ticket('login')}">
<CENTER><TABLE BORDER=0 CELLPADDING=4>
<TR><TD ALIGN=RIGHT>院　區<TD><SELECT NAME=campus><OPTION VALUE="T0" SELECTED>總院區<OPTION VALUE="T2">北護<OPTION VALUE="T4">新竹<OPTION VALUE="Y0">雲林</SELECT>
<TR><TD ALIGN=RIGHT>帳　號<TD><INPUT TYPE=TEXT NAME=uid SIZE=12 MAXLENGTH=6> <FONT SIZE=-1>(六位數字)</FONT>
<TR><TD ALIGN=RIGHT>密　碼<TD><INPUT TYPE=PASSWORD NAME=passwd SIZE=12>
<TR><TD ALIGN=RIGHT>驗證碼<TD><INPUT TYPE=TEXT NAME=number SIZE=8> <IMG SRC="/cgi-bin/number.cgi" WIDTH=120 HEIGHT=36 ALIGN=MIDDLE> <FONT SIZE=-1>(不用區分大小寫)</FONT>
<TR><TD COLSPAN=2 ALIGN=CENTER><INPUT TYPE=SUBMIT VALUE="送出 (Submit)"> <INPUT TYPE=RESET VALUE="清除 (Clear)">
</TABLE></CENTER></FORM>""")

    def _check(self, request: Request) -> Response:
        self.takes(request, campus="campus", uid="employee_id", passwd="portal_password", number="captcha")
        truth = self.truth
        number, truth.captcha = truth.captcha, ""
        if self._punch(request, "login") is None:
            return oops("這一頁放太久了。", "/cgi-bin/login.cgi", "重新登入")
        if not number or request.get("number").strip().upper() != number:
            truth.counts["sign_in_refused"] += 1
            return oops("圖上的號碼 (驗證碼) 打錯了!", "/cgi-bin/login.cgi", "重新登入")
        if request.get("campus") != "T0" or request.get("uid") != truth.person.employee_id or request.get("passwd") != truth.portal_password:
            truth.counts["sign_in_refused"] += 1
            return oops("Login incorrect. 帳號不存在或密碼錯誤。", "/cgi-bin/login.cgi", "重新登入")
        k = secrets.token_hex(10)
        self.keys[k] = request.get("uid")
        truth.sessions.add(f"portal:{k}")
        truth.counts["sign_in"] += 1
        return Response(
            f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5"><TITLE>PORTAL</TITLE></HEAD>
<FRAMESET COLS="200,*"><FRAME SRC="/cgi-bin/menu.cgi?k={k}" NAME="menu"><FRAME SRC="/cgi-bin/menu.cgi?k={k}&amp;part=news" NAME="body">
<NOFRAMES><BODY>您的瀏覽器不支援 frame, 請按 <A HREF="/cgi-bin/menu.cgi?k={k}">選單</A></BODY></NOFRAMES></FRAMESET></HTML>""",
            kind="text/html; charset=big5",
        )

    def _menu(self, request: Request) -> Response:
        k = request.query.get("k", "")
        if k not in self.keys:
            return oops("請先登入。", "/cgi-bin/login.cgi", "登入")
        if request.query.get("part") == "news":
            return out("全院公告", f"{self.truth.person.name} 您好!<P><UL><LI>88/10/21 請填報薪資所得免稅額申報表<LI>88/12/01 Y2K 演練,屆時部份主機停機</UL>請由左邊選單選取功能。")
        to = self.urls["inner"] + "/cgi-bin/"
        return out("選單", f"""<B>個人管理</B><UL>
<LI><A HREF="{to}chpass.pl?k={k}" TARGET="body">更改密碼</A>
<LI><A HREF="{to}todo.pl?k={k}" TARGET="body">個人簽章提醒設定</A>
<LI><A HREF="{to}todo.pl?k={k}" TARGET="body">員工待遇福利查詢</A>
<LI><A HREF="{to}todo.pl?k={k}" TARGET="body">查詢員工連絡資料</A>
<LI><A HREF="{to}contact.pl?k={k}" TARGET="body">維護個人連絡資料</A>
<LI><A HREF="{to}todo.pl?k={k}" TARGET="body">個人就醫紀錄查詢</A>
</UL><A HREF="/cgi-bin/bye.cgi?k={k}" TARGET="_top">離開 (Logout)</A>""", "#CCFFCC")

    # ---------------------------------------------------------------- inner
    def inner(self, request: Request) -> Response:
        if request.method == "POST":
            self.takes(request, oldpw="old_password", newpw1="new_password", newpw2="new_password_again", mobile="mobile_phone")
        k = request.get("k")
        home = self.urls["portal"] + "/cgi-bin/"
        if k not in self.keys:
            return oops("請先登入。", home + "login.cgi", "登入")
        links = f'<P>[<A HREF="{home}menu.cgi?k={k}">回功能選單</A>] [<A HREF="{home}bye.cgi?k={k}" TARGET="_top">登出系統</A>]'
        if request.path == "/cgi-bin/chpass.pl":
            return self._chpass(request, k, links)
        if request.path == "/cgi-bin/contact.pl":
            return self._contact(request, k, links)
        return out("施工中", "Under construction..." + links)

    def _chpass(self, request: Request, k: str, links: str) -> Response:
        truth, here = self.truth, f"/cgi-bin/chpass.pl?k={k}"
        if request.method == "POST":
            old, new = request.get("oldpw"), request.get("newpw1")
            why = None
            if self._punch(request, "chpass") is None:
                why = "這一頁放太久了。"
            elif old != truth.portal_password:
                why = "舊密碼不對!"
            elif new != request.get("newpw2"):
                why = "兩次輸入的新密碼不一樣!"
            elif len(new) < 8:
                why = "新密碼太短 (至少 8 個字)。"
            elif not (re.search(r"[A-Za-z]", new) and re.search(r"\d", new)):
                why = "新密碼裡要有英文也要有數字。"
            if why:
                truth.counts["password_refused"] += 1
                return oops(why, here)
            truth.portal_password = new
            truth.counts["password_changed"] += 1
            return out("更改密碼", "passwd: all authentication tokens updated.<BR>您的密碼換好了,請記住新密碼。" + links)
        return out("更改密碼", f"""<FORM METHOD=POST ACTION="/cgi-bin/chpass.pl">
<INPUT TYPE=HIDDEN NAME=k VALUE="{k}"><INPUT TYPE=HIDDEN NAME=ticket VALUE="{self._ticket('chpass')}">
<PRE>
  請輸入舊密碼： <INPUT TYPE=PASSWORD NAME=oldpw SIZE=16>

  請輸入新密碼： <INPUT TYPE=PASSWORD NAME=newpw1 SIZE=16>

請再輸入新密碼： <INPUT TYPE=PASSWORD NAME=newpw2 SIZE=16>

                 <INPUT TYPE=SUBMIT VALUE="確定更改"> <INPUT TYPE=RESET VALUE="清除">
</PRE></FORM>密碼設定條件：<OL><LI>密碼長度不可少於8個字元<LI>密碼內容需包含英文及數字</OL>{links}""")

    def _contact(self, request: Request, k: str, links: str) -> Response:
        truth, p = self.truth, self.truth.person
        names = (("surname", "english_surname"), ("given", "english_given"), ("middle", "english_middle"), ("otel", "office_phone"), ("htel", "home_phone"), ("mobile", "mobile_phone"))
        said = ""
        if request.method == "POST":
            here = f"/cgi-bin/contact.pl?k={k}"
            if self._punch(request, "contact") is None or not all(request.has(n) for n, _ in names):
                return oops("這一頁放太久了。", here)
            if not re.match(r"^09\d{8}$", request.get("mobile")):
                return oops("行動電話請打 10 個數字 (09 開頭, 不要加 -)。", here)
            if not re.match(r"^[A-Za-z \-]+$", request.get("surname")) or not re.match(r"^[A-Za-z \-]+$", request.get("given")):
                return oops("英文姓名只能有英文字母。", here)
            if re.search(r"[^\d\-#]", request.get("otel") + request.get("htel")):
                return oops("電話只能有數字。", here)
            for n, key in names:
                truth.saved_contact[key] = request.get(n)
            truth.counts["contact_saved"] += 1
            said = "<P><FONT COLOR=GREEN><B>資料已經存好了!</B> (OK, record written.)</FONT>"
        v = {n: escape(truth.saved_contact.get(key, getattr(p, key))) for n, key in names}
        return out("台大醫院---維護個人連絡資料", f"""{said}<FORM METHOD=POST ACTION="/cgi-bin/contact.pl">
<INPUT TYPE=HIDDEN NAME=k VALUE="{k}"><INPUT TYPE=HIDDEN NAME=ticket VALUE="{self._ticket('contact')}">
<TABLE BORDER=1 CELLPADDING=3>
<TR><TD BGCOLOR=#CCCCFF>員工編號：<TD>{p.employee_id}<TD BGCOLOR=#CCCCFF>姓名：<TD>{p.name}
<TR><TD BGCOLOR=#CCCCFF>英文姓：<TD COLSPAN=3><INPUT NAME=surname VALUE="{v['surname']}"> ex:Chen(陳)
<TR><TD BGCOLOR=#CCCCFF>英文首名：<TD COLSPAN=3><INPUT NAME=given VALUE="{v['given']}"> ex: Yi-Fen(怡芬)
<TR><TD BGCOLOR=#CCCCFF>英文中名：<TD COLSPAN=3><INPUT NAME=middle VALUE="{v['middle']}"> ex:Mary 為英文別名,如無,可不填
<TR><TD BGCOLOR=#CCCCFF>辦公室電話：<TD><INPUT NAME=otel VALUE="{v['otel']}"> <BR>ex:61234或23123456<TD BGCOLOR=#CCCCFF>住宅電話：<TD><INPUT NAME=htel VALUE="{v['htel']}"><BR>ex:0223123456
<TR><TD BGCOLOR=#CCCCFF>行動電話：<TD COLSPAN=3><INPUT NAME=mobile VALUE="{v['mobile']}" MAXLENGTH=10> ex:0952000000 (如離職或更換門號,請記得調整此欄位)
</TABLE><P><INPUT TYPE=SUBMIT VALUE="異動儲存"> <INPUT TYPE=RESET VALUE="還原"></FORM>{links}""")

    # ---------------------------------------------------------------- account
    def account(self, request: Request) -> Response:
        path = request.path
        if path in ("/", "/~netacct/"):
            return self._rules()
        if path == "/cgi-bin/netacct.pl":
            return self._prove(request)
        if path == "/cgi-bin/newuser.pl":
            return self._newuser(request)
        if path == "/cgi-bin/forgot.pl":
            return self._forgot(request)
        if path == "/cgi-bin/done.pl":
            s = request.get("s")
            if self.passed.pop(s, None):
                self.truth.sessions.discard(f"account:{s}")
                self.truth.counts["sign_out_account"] += 1
            return out("結束", '謝謝您的使用。<P><A HREF="/">回網路帳號首頁</A>')
        return Response("<H1>Not Found</H1>", 404)

    def _rules(self) -> Response:
        return out("網路帳號申請", """<A NAME=top></A>說明：以下所稱網路帳號均包含雲端服務帳號,網路帳號密碼同雲端服務帳號密碼
<P><A HREF="#rule">規範</A> | <A HREF="#faq">常見問題</A> | <A HREF="#do">線上申請</A>
<H3><A NAME=rule>《規範》</A></H3><UL><LI>網路帳號為院內眾多服務之通用帳號與密碼,依據院方資訊安全規定,不可借用<LI>請勿冒用院內同仁申請網路帳號<LI>請注意此帳號密碼與醫療行政系統(Portal)不同</UL>
<H3><A NAME=faq>《常見問題與服務》</A></H3><DL><DT>密碼修改後多久可以生效<DD>即時生效。<DT>忘記密碼<DD>請以重置雲端服務密碼功能取得簡訊後進行密碼設定。</DL>
<H3><A NAME=do>線上申請</A></H3><OL>
<LI><A HREF="/cgi-bin/netacct.pl?job=new">啟用網路帳號及首次雲端帳號密碼設定</A><BR>啟用 Office365, Outlook 等服務
<LI><A HREF="/cgi-bin/netacct.pl?job=forgot">重置雲端服務密碼</A><BR>重設非Portal帳號的密碼
<LI><A HREF="#do">總院廠商VPN展延申請</A></OL>""", "#FFFFEE")

    def _ask(self, job: str, uid: str = "", said: str = "") -> Response:
        title = "重置雲端服務密碼" if job == "forgot" else "啟用網路帳號及首次雲端帳號密碼設定"
        return out(title, f"""{said}<FORM METHOD=POST ACTION="/cgi-bin/netacct.pl">
<INPUT TYPE=HIDDEN NAME=ticket VALUE="{self._ticket('ask', job)}"><INPUT TYPE=HIDDEN NAME=step VALUE=1>
<TABLE BORDER=1><TR><TD>網路帳號 / 主職員工編號<TD><INPUT NAME=uid SIZE=10 VALUE="{escape(uid)}"><TD><INPUT TYPE=SUBMIT NAME=send VALUE="發送簡訊動態碼">
<TR><TD>簡訊(或MOTP)動態碼<TD><INPUT NAME=passcode SIZE=10><TD>&nbsp;
<TR><TD COLSPAN=3 ALIGN=RIGHT><INPUT TYPE=SUBMIT NAME=next VALUE="下一步"></TABLE></FORM>
注意事項<UL><LI>電子郵件別名第一次設定之後則不能修改,請慎重選擇。<LI>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<LI>請輸入帳號與簡訊動態碼後按「下一步」。</UL><A HREF="/">回上頁</A>""")

    def _phone(self, job: str, uid: str, said: str = "") -> Response:
        return out("發送簡訊", f"""{said}<FORM METHOD=POST ACTION="/cgi-bin/netacct.pl">
<INPUT TYPE=HIDDEN NAME=ticket VALUE="{self._ticket('phone', job + ':' + uid)}"><INPUT TYPE=HIDDEN NAME=step VALUE=2>
請輸入帳號登記的手機門號(10碼) <INPUT NAME=phone SIZE=12 MAXLENGTH=10><P>
<INPUT TYPE=SUBMIT VALUE="確定發送"> <A HREF="/cgi-bin/netacct.pl?job={job}">取消</A></FORM>""")

    def _prove(self, request: Request) -> Response:
        truth = self.truth
        if request.method != "POST":
            return self._ask("forgot" if request.query.get("job") == "forgot" else "new")
        self.takes(request, uid="employee_id", passcode="code", phone="registered_phone")
        if request.get("step") == "2":
            about = self._punch(request, "phone")
            if about is None:
                return oops("這一頁放太久了。", "/")
            job, uid = about.split(":", 1)
            if request.get("phone").strip() != truth.saved_contact.get("mobile_phone", truth.person.mobile_phone):
                return self._phone(job, uid, "<FONT COLOR=RED>這不是您登記的門號!</FONT>")
            self.sms[uid] = (truth.new_message(), time.time())
            return self._ask(job, uid, "<P><FONT COLOR=BLUE><B>動態碼簡訊發送成功</B><BR>成功發送動態碼至註冊門號,請將簡訊動態碼輸入後,按「下一步」</FONT>")
        job = self._punch(request, "ask")
        if job is None or request.get("step") != "1":
            return oops("這一頁放太久了。", "/")
        uid = request.get("uid").strip()
        if uid != truth.person.employee_id:
            return self._ask(job, "", "<FONT COLOR=RED>沒有這個員工編號!</FONT>")
        if request.has("send"):
            return self._phone(job, uid)
        code, at = self.sms.get(uid, ("", 0.0))
        if not request.has("next") or not code or request.get("passcode").strip() != code:
            truth.counts["code_refused"] += 1
            return self._ask(job, uid, "<FONT COLOR=RED>動態碼不對!</FONT>")
        del self.sms[uid]
        if time.time() - at > 120:
            truth.counts["code_refused"] += 1
            return self._ask(job, uid, "<FONT COLOR=RED>動態碼已經過期 (2分鐘),請再發送一次。</FONT>")
        s = secrets.token_hex(9)
        self.passed[s] = job
        truth.sessions.add(f"account:{s}")
        truth.counts["code_accepted"] += 1
        return self._newuser_form(s) if job == "new" else self._forgot_form(s)

    def _end(self, s: str) -> str:
        return f'<P>[<A HREF="/cgi-bin/done.pl?s={s}">結束離開</A>]'

    def _newuser_form(self, s: str, name: str = "", said: str = "") -> Response:
        truth, p = self.truth, self.truth.person
        if truth.alias:
            return out("設定密碼與郵件別名", f"{said}<B>{p.name}</B> 您的帳號早就啟用過了,不必再申請。<P>您的電子郵件地址是 <TT>{escape(truth.alias)}@ntuh.gov.tw</TT>{self._end(s)}")
        return out("設定密碼與郵件別名", f"""{said}<FORM METHOD=POST ACTION="/cgi-bin/newuser.pl">
<INPUT TYPE=HIDDEN NAME=s VALUE="{s}"><INPUT TYPE=HIDDEN NAME=ticket VALUE="{self._ticket('newuser', s)}">
雲端服務帳號說明：<OL><LI>雲端服務帳號為跨體系使用。<LI>服務於設定完成隔日生效。</OL>
<DL><DT>網路帳號 / 主職員工編號<DD>{p.employee_id}<DT>帳號姓名<DD>{p.name}<DT>主職單位<DD>{p.unit}<DT>有效期限<DD>{p.valid_until}
<DT>雲端服務帳號 (電子郵件名稱)<DD><INPUT NAME=mailname SIZE=30 MAXLENGTH=64 VALUE="{escape(name)}">@ntuh.gov.tw <FONT SIZE=-1>名稱長度限64字元內</FONT>
<DT>雲端服務密碼<DD><INPUT TYPE=PASSWORD NAME=cpw1 SIZE=20> <FONT SIZE=-1>8 個字以上,要有英文及數字</FONT>
<DT>雲端服務密碼 (再打一次)<DD><INPUT TYPE=PASSWORD NAME=cpw2 SIZE=20></DL>
<INPUT TYPE=SUBMIT NAME=quit VALUE="取消啟用"> <INPUT TYPE=SUBMIT NAME=go VALUE="啟用雲端服務"></FORM>""")

    def _newuser(self, request: Request) -> Response:
        if request.method == "POST":
            self.takes(request, mailname="alias", cpw1="cloud_password", cpw2="cloud_password_again")
        truth, s = self.truth, request.get("s")
        if self.passed.get(s) != "new":
            return oops("請先做身分驗證。", "/")
        if request.method != "POST":
            return self._newuser_form(s)
        red = "<P><FONT COLOR=RED>{}</FONT>"
        if truth.alias:
            return self._newuser_form(s, said=red.format("不能重複啟用!"))
        name, one = request.get("mailname").strip(), request.get("cpw1")
        if self._punch(request, "newuser") != s:
            return self._newuser_form(s, name, red.format("這一頁放太久了,請重填。"))
        if request.has("quit"):
            return redirect(f"/cgi-bin/done.pl?s={s}", status=303)
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._\-]{0,63}", name):
            return self._newuser_form(s, name, red.format("電子郵件名稱只能用英文、數字、點、底線、減號。"))
        if name.lower() == "taken.name":
            return self._newuser_form(s, name, red.format("這個名稱別人用走了,換一個吧!"))
        if one != request.get("cpw2"):
            return self._newuser_form(s, name, red.format("兩次密碼不一樣!"))
        if len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search("[0-9]", one):
            return self._newuser_form(s, name, red.format("密碼不合規定。"))
        truth.alias, truth.cloud_password = name, one
        truth.counts["activated"] += 1
        return out("恭喜", f"<FONT SIZE=+1>帳號開好了! <TT>{escape(name)}@ntuh.gov.tw</TT></FONT><BR>明天起就可以收發信件。{self._end(s)}")

    def _forgot_form(self, s: str, said: str = "") -> Response:
        if not self.truth.alias:
            return out("重置雲端服務密碼", "您還沒有開過帳號,請先到「啟用網路帳號及首次雲端帳號密碼設定」。" + self._end(s))
        return out("重置雲端服務密碼", f"""{said}<FORM METHOD=POST ACTION="/cgi-bin/forgot.pl"><INPUT TYPE=HIDDEN NAME=s VALUE="{s}"><INPUT TYPE=HIDDEN NAME=ticket VALUE="{self._ticket('forgot', s)}">
新的雲端服務密碼 <INPUT TYPE=PASSWORD NAME=cpw1><BR>再打一次 <INPUT TYPE=PASSWORD NAME=cpw2><P><INPUT TYPE=SUBMIT VALUE="設定"></FORM>{self._end(s)}""")

    def _forgot(self, request: Request) -> Response:
        if request.method == "POST":
            self.takes(request, cpw1="cloud_password", cpw2="cloud_password_again")
        s, one = request.get("s"), request.get("cpw1")
        if self.passed.get(s) != "forgot":
            return oops("請先做身分驗證。", "/")
        if request.method != "POST" or not self.truth.alias:
            return self._forgot_form(s)
        if self._punch(request, "forgot") != s:
            return self._forgot_form(s, "<FONT COLOR=RED>這一頁放太久了,請重填。</FONT>")
        if one != request.get("cpw2") or len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search("[0-9]", one):
            return self._forgot_form(s, "<FONT COLOR=RED>兩次不一樣,或是不合規定 (8 個字以上,英文加數字)。</FONT>")
        self.truth.cloud_password = one
        return out("重置雲端服務密碼", "新密碼設好了,馬上生效。" + self._end(s))

    # ---------------------------------------------------------------- mail
    def mail(self, request: Request) -> Response:
        truth, path, r = self.truth, request.path, request.get("r")
        if path == "/cgi-bin/pic.cgi":
            return Response(picture(truth.new_captcha("abcdefghijkmnpqrstuvwxyz23456789", 4)), kind="image/gif")
        if path == "/cgi-bin/webmail.cgi" and request.method == "POST":
            self.takes(request, login="mail_account", passwd="mail_password", pic="captcha")
            pic, truth.captcha = truth.captcha, ""
            if self._punch(request, "mail") is None:
                return oops("這一頁放太久了。", "/", "回登入頁")
            if not pic or request.get("pic").strip() != pic:
                return oops("驗證碼錯誤。", "/", "回登入頁")
            if not truth.alias or request.get("login").strip().lower() not in (truth.alias.lower(), truth.alias.lower() + "@ntuh.gov.tw") or request.get("passwd") != truth.cloud_password:
                return oops("-ERR authorization failed", "/", "回登入頁")
            r = secrets.token_hex(8)
            self.readers.add(r)
            truth.sessions.add(f"mail:{r}")
            truth.counts["mail_sign_in"] += 1
        elif path == "/":
            return out("WebMail 電子信箱", f"""<FORM METHOD=POST ACTION="/cgi-bin/webmail.cgi"><INPUT TYPE=HIDDEN NAME=ticket VALUE="{self._ticket('mail')}">
<TABLE><TR><TD>帳號:<TD><INPUT NAME=login>@ntuh.gov.tw<TR><TD>密碼:<TD><INPUT TYPE=PASSWORD NAME=passwd>
<TR><TD>驗證碼(小寫字母或數字):<TD><INPUT NAME=pic SIZE=6> <IMG SRC="/cgi-bin/pic.cgi">
<TR><TD><TD><INPUT TYPE=CHECKBOX NAME=keep VALUE=Y>記住登入資訊 (公用電腦請勿勾選)<TR><TD><TD><INPUT TYPE=SUBMIT VALUE="Login"></TABLE></FORM>""")
        if r not in self.readers:
            return oops("請先登入。", "/", "回登入頁")
        if path == "/cgi-bin/logout.cgi":
            self.readers.discard(r)
            truth.sessions.discard(f"mail:{r}")
            truth.counts["sign_out_mail"] += 1
            return out("WebMail", '已登出。<A HREF="/">重新登入</A>')
        return out("收信匣 (INBOX)", f"""<TABLE BORDER=1><TR><TH>From<TH>Subject<TH>Date<TR><TD>root<TD>Welcome!<TD>Tue Nov 30 1999</TABLE>1 message.
<P>[<A HREF="/cgi-bin/webmail.cgi?r={r}">檢查新信</A>] [<A HREF="/cgi-bin/logout.cgi?r={r}">登出</A>]""")

"""Delphi 5 WebBroker behind IIS: addresses below .dll/, frames, Big5, upper-case tags without quotes.

Its developer: Old Kuo, who came from Clipper in 1998. The controls keep their form designer's names (Edit1, Button1), tags in his
templates are <#LIKE_THIS> and one is always forgotten, the session goes along in every address, each form carries a STEP and a SEQ.
"""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture

CP = '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5">'


class TheSite(Site):
    charset = "cp950"
    title = "Delphi ISAPI with .dll/ addresses, frames and Big5"

    def __init__(self) -> None:
        super().__init__()
        self.seq: dict[str, str] = {}
        self.pics: dict[str, str] = {}
        self.asks: dict[str, dict[str, str]] = {}
        self.proved: dict[str, str] = {}

    # ---- WebModule1
    def page(self, title: str, body: str, tail: str = "BGCOLOR=#E8F4FF") -> Response:
        return Response(f"<HTML>\r\n<HEAD>\r\n{CP}\r\n<TITLE>{title}</TITLE>\r\n</HEAD>\r\n<BODY {tail}>\r\n{body}\r\n</BODY>\r\n</HTML>\r\n", kind="text/html")

    def message(self, word: str, href: str, link: str, target: str = "") -> Response:
        return self.page("訊息", f"<BR><BR><CENTER><TABLE BORDER=3 CELLPADDING=12><TR><TD BGCOLOR=#FFFFCC><FONT SIZE=4>{word}</FONT></TABLE><BR><A HREF=\"{href}\" {target}>{link}</A></CENTER>")

    def number(self, sid: str, step: str) -> str:
        """The hidden part of a form: where it is and which one it is."""
        value = str(secrets.randbelow(900000) + 100000)
        self.seq[sid + step] = value
        return f"<INPUT TYPE=hidden NAME=SID VALUE={sid}><INPUT TYPE=hidden NAME=STEP VALUE={step}><INPUT TYPE=hidden NAME=SEQ VALUE={value}>"

    def wrong(self, r: Request, sid: str, step: str) -> bool:
        kept = self.seq.pop(sid + step, "")
        return r.method != "POST" or not kept or r.get("SEQ") != kept or r.get("STEP") != step or not r.has("SID")

    def old(self) -> Response:
        return self.page("Error", "<H3>Internal Application Error</H3><P>Exception EPageExpired: 網頁已過期，請由首頁重新進入<HR><I>/scripts/</I>")

    def action(self, r: Request, dll: str) -> str:
        found = re.fullmatch(rf"/scripts/{dll}\.dll/(\w+)", r.path, re.I)
        return found[1].lower() if found else ""

    # ---- portal.dll
    def portal(self, r: Request) -> Response:
        t, do = self.truth, self.action(r, "portal")
        if r.path in ("/", "/index.htm"):
            return Response(f"""<HTML><HEAD>{CP}<TITLE>台大醫院 PORTAL</TITLE></HEAD>
<FRAMESET ROWS="70,*" BORDER=0 FRAMEBORDER=0><FRAME SRC="/top.htm" NAME=ftop SCROLLING=no NORESIZE><FRAME SRC="/scripts/portal.dll/login" NAME=fmain>
<NOFRAMES><BODY>您的瀏覽器不支援框架</BODY></NOFRAMES></FRAMESET></HTML>""", kind="text/html")
        if r.path == "/top.htm":
            return self.page("top", "<FONT SIZE=5 COLOR=navy><B>醫療資訊系統</B></FONT> National Taiwan University Hospital　<A HREF=# >院外網</A> <A HREF=# >院內網</A> <A HREF=# >網路掛號</A>")
        if do == "pic":
            key = r.query.get("K", "")
            if key not in self.pics:
                return Response("", 404)
            self.pics[key] = t.new_captcha()
            return Response(picture(self.pics[key], "BMP"), kind="image/bmp", headers=[("Pragma", "no-cache")])
        if do == "login":
            return self.login()
        if do == "check":
            return self.check(r)
        sid = r.get("SID")
        if "portal:" + sid not in t.sessions:
            return self.message("尚未登入，或連線已中斷", "/", "重新登入", "TARGET=_top")
        if do == "frame":
            return Response(f"""<HTML><HEAD>{CP}<TITLE>台大醫院 PORTAL</TITLE></HEAD>
<FRAMESET ROWS="60,*" BORDER=1><FRAME SRC="/scripts/portal.dll/banner?SID={sid}" NAME=ftop SCROLLING=no>
<FRAMESET COLS="220,*"><FRAME SRC="/scripts/portal.dll/menu?SID={sid}" NAME=fmenu><FRAME SRC="/scripts/portal.dll/news?SID={sid}" NAME=fmain></FRAMESET></FRAMESET></HTML>""", kind="text/html")
        if do == "banner":
            return self.page("banner", f"<TABLE WIDTH=100%><TR><TD>您好! {t.person.name} ({t.person.employee_id})<TD ALIGN=right><A HREF=\"/scripts/portal.dll/logout?SID={sid}\" TARGET=_top><IMG SRC=/img/exit.gif ALT=登出系統 BORDER=0></A></TABLE>")
        if do == "menu":
            inner = self.urls["inner"]
            to = {"更改密碼": f"{inner}/scripts/person.dll/chgpwd?SID={sid}", "維護個人連絡資料": f"{inner}/scripts/person.dll/tel?SID={sid}"}
            out = ""
            for head, items in (("醫療系統", ["門診系統", "急診系統"]), ("行政系統", ["總院差勤"]), ("個人管理", ["更改密碼", "個人簽章提醒設定", "薪資所得免稅額申報表", "員工待遇福利查詢", "查詢員工連絡資料", "維護個人連絡資料", "個人就醫紀錄查詢"])):
                out += f"<DT><B>{head}</B>" + "".join(f"<DD><A HREF=\"{to.get(x, f'/scripts/portal.dll/none?SID={sid}')}\" TARGET=fmain>{x}</A>" for x in items)
            return self.page("menu", f"<FONT SIZE=2><DL>{out}</DL></FONT>")
        if do == "news":
            return self.page("news", "<MARQUEE>歡迎使用本系統</MARQUEE><TABLE BORDER=1><CAPTION>全院公告 2</CAPTION><TR><TH>日期<TH>標題<TR><TD>2019/10/21<TD>請全院同仁填報「薪資所得免稅額申報表」<TR><TD>2018/12/13<TD>總院Portal資訊系統登入首頁預定改成新的版本</TABLE><#COUNTER>")
        if do == "logout":
            t.sessions.discard("portal:" + sid)
            t.counts["sign_out_portal"] += 1
            return self.page("bye", "<SCRIPT LANGUAGE=JavaScript>top.location.href='/';</SCRIPT>謝謝使用，<A HREF=/ TARGET=_top>回登入畫面</A>")
        return self.message("您沒有此功能的使用權限", f"/scripts/portal.dll/news?SID={sid}", "返回")

    def login(self, word: str = "", user: str = "") -> Response:
        key = secrets.token_hex(6).upper()
        self.pics[key] = ""
        return self.page("登入", f"""<CENTER><FORM NAME=Form1 METHOD=POST ACTION="/scripts/portal.dll/check" TARGET=_top>
<INPUT TYPE=hidden NAME=K VALUE={key}>
<TABLE BORDER=0 CELLPADDING=3>
<TR><TD ALIGN=right>院　區<TD><SELECT NAME=ComboBox1><OPTION VALUE=A SELECTED>總院區<OPTION VALUE=B>北護分院<OPTION VALUE=C>金山分院<OPTION VALUE=F>雲林分院</SELECT>
<TR><TD ALIGN=right>帳　號<TD><INPUT TYPE=text NAME=Edit1 SIZE=12 MAXLENGTH=6 VALUE="{escape(user)}">
<TR><TD ALIGN=right>密　碼<TD><INPUT TYPE=password NAME=Edit2 SIZE=12 MAXLENGTH=20>
<TR><TD ALIGN=right>驗證碼<TD><INPUT TYPE=text NAME=Edit3 SIZE=8 MAXLENGTH=6> <IMG SRC="/scripts/portal.dll/pic?K={key}" ALIGN=absmiddle> <FONT SIZE=2>(不用區分大小寫)</FONT>
<TR><TD><TD><INPUT TYPE=radio NAME=RadioGroup1 VALUE=0 CHECKED>醫療相關選單<BR><INPUT TYPE=radio NAME=RadioGroup1 VALUE=1>行政系統選單<BR><INPUT TYPE=radio NAME=RadioGroup1 VALUE=2>門診系統
<TR><TD COLSPAN=2 ALIGN=center><INPUT TYPE=submit NAME=Button1 VALUE="登　入"> <INPUT TYPE=reset VALUE="清　除">
</TABLE></FORM>
<FONT COLOR=red><BLINK>{word}</BLINK></FONT></CENTER>""", "BGCOLOR=#E8F4FF onLoad=\"document.Form1.Edit1.focus()\"")

    def check(self, r: Request) -> Response:
        t = self.truth
        self.takes(r, ComboBox1="campus", Edit1="employee_id", Edit2="portal_password", Edit3="captcha")
        user = r.get("Edit1").strip()
        key = r.get("K")
        if r.method != "POST" or key not in self.pics or not r.has("Button1"):
            return self.old()
        wanted = self.pics.pop(key)
        if wanted != t.captcha:
            wanted = ""
        t.captcha = ""
        if not wanted or r.get("Edit3").strip().upper() != wanted:
            word = "驗證碼輸入不對，請看圖重新輸入"
        elif r.get("ComboBox1") != "A" or user != t.person.employee_id or r.get("Edit2") != t.portal_password:
            word = "帳號密碼不對，請查明後再登入"
        else:
            sid = secrets.token_hex(10).upper()
            t.sessions.add("portal:" + sid)
            t.counts["sign_in"] += 1
            return self.page("登入", f"<SCRIPT LANGUAGE=JavaScript>\r\n<!--\r\ntop.location.href=\"/scripts/portal.dll/frame?SID={sid}\";\r\n//-->\r\n</SCRIPT>")
        t.counts["sign_in_refused"] += 1
        return self.login(word, user)

    # ---- person.dll, on the other machine
    def inner(self, r: Request) -> Response:
        t, do, sid = self.truth, self.action(r, "person"), r.get("SID")
        home = f"{self.urls['portal']}/scripts/portal.dll/frame?SID={sid}"
        if do in ("chgpwd2", "tel2"):
            if do == "chgpwd2":
                self.takes(r, Edit1="old_password", Edit2="new_password", Edit3="new_password_again")
            else:
                self.takes(r, DBEdit6="mobile_phone")
        if "portal:" + sid not in t.sessions:
            return self.message("尚未登入，或連線已中斷", self.urls["portal"] + "/", "重新登入", "TARGET=_top")
        if do == "chgpwd":
            return self.page("更改密碼", f"""<B>更改密碼</B><HR><FORM METHOD=POST ACTION="/scripts/person.dll/chgpwd2">{self.number(sid, 'P')}
<TABLE><TR><TD>請輸入舊密碼：<TD><INPUT TYPE=password NAME=Edit1 MAXLENGTH=20>
<TR><TD>請輸入新密碼：<TD><INPUT TYPE=password NAME=Edit2 MAXLENGTH=20>
<TR><TD>請再輸入新密碼：<TD><INPUT TYPE=password NAME=Edit3 MAXLENGTH=20>
<TR><TD>密碼強度檢核：<TD>--
<TR><TD><TD><INPUT TYPE=submit NAME=Button1 VALUE="確　定"> <INPUT TYPE=reset VALUE="重　填"></TABLE></FORM>
密碼設定條件：<UL><LI>1.密碼長度不可少於8個字元<LI>2.密碼內容需包含英文及數字</UL>
<A HREF="{home}" TARGET=_top>回功能選單</A>　<A HREF="{self.urls['portal']}/scripts/portal.dll/logout?SID={sid}" TARGET=_top>登出系統</A>""")
        if do == "chgpwd2":
            if self.wrong(r, sid, "P"):
                return self.old()
            new, word = r.get("Edit2"), ""
            if r.get("Edit1") != t.portal_password:
                word = "舊密碼不對"
            elif new != r.get("Edit3"):
                word = "新密碼打了兩次不一樣"
            elif not re.fullmatch(r"(?=.*[A-Za-z])(?=.*[0-9]).{8,20}", new) or new == t.portal_password:
                word = "新密碼不合規定(8至20碼，須有英文及數字，不可同舊密碼)"
            if word:
                t.counts["password_refused"] += 1
                return self.message(word, f"/scripts/person.dll/chgpwd?SID={sid}", "重新輸入")
            t.portal_password = new
            t.counts["password_changed"] += 1
            return self.message("密碼修改完畢，下次請用新密碼登入", home, "回功能選單", "TARGET=_top")
        if do == "tel":
            return self.tel(sid, home)
        if do == "tel2":
            if self.wrong(r, sid, "T") or not r.has("Save.x"):
                return self.old()
            keys = ("english_surname", "english_given", "english_middle", "office_phone", "home_phone", "mobile_phone")
            got = {k: r.get(f"DBEdit{i}").strip() for i, k in enumerate(keys, 1)}
            if not re.fullmatch(r"09[0-9]{8}", got["mobile_phone"]) or not all(r.has(f"DBEdit{i}") for i in range(1, 7)):
                return self.tel(sid, home, "<FONT COLOR=red>行動電話要 10 位數字，沒有存檔</FONT>")
            t.saved_contact = got
            t.counts["contact_saved"] += 1
            return self.tel(sid, home, "<FONT COLOR=green>*** 資料已存檔 ***</FONT>")
        return Response("<HTML><BODY>404 Object Not Found</BODY></HTML>", 404, "text/html")

    def tel(self, sid: str, home: str, word: str = "") -> Response:
        t, p = self.truth, self.truth.person
        now = lambda k: escape(t.saved_contact.get(k, getattr(p, k)))  # noqa: E731
        return self.page("維護個人連絡資料", f"""<FORM METHOD=POST ACTION="/scripts/person.dll/tel2">{self.number(sid, 'T')}<TABLE BORDER=0 WIDTH=640>
<TR><TD COLSPAN=4 BGCOLOR=#99CCFF>台大醫院---維護個人連絡資料 <INPUT TYPE=image NAME=Save SRC=/img/save.gif ALT=異動儲存 BORDER=0> {word}
<TR><TD>員工編號：<TD>{p.employee_id}<TD>姓名：<TD>{p.name}
<TR><TD>英文姓：<TD COLSPAN=3><INPUT NAME=DBEdit1 VALUE="{now('english_surname')}"> ex:Chen(陳)
<TR><TD>英文首名：<TD COLSPAN=3><INPUT NAME=DBEdit2 VALUE="{now('english_given')}"> ex: Yi-Fen(怡芬) (說明)
<TR><TD>英文中名：<TD COLSPAN=3><INPUT NAME=DBEdit3 VALUE="{now('english_middle')}"> ex:Mary 為英文別名，如無，可不填
<TR><TD>辦公室電話：<TD><INPUT NAME=DBEdit4 SIZE=10 VALUE="{now('office_phone')}"><BR><FONT SIZE=1>ex:61234或23123456</FONT><TD>住宅電話：<TD><INPUT NAME=DBEdit5 SIZE=12 VALUE="{now('home_phone')}"><BR><FONT SIZE=1>ex:0223123456</FONT>
<TR><TD>行動電話：<TD COLSPAN=3><INPUT NAME=DBEdit6 SIZE=12 MAXLENGTH=10 VALUE="{now('mobile_phone')}"> ex:0952000000 (如離職或更換門號，請記得調整此欄位)
</TABLE></FORM><A HREF="{home}" TARGET=_top>回功能選單</A>""")

    # ---- help.dll
    def account(self, r: Request) -> Response:
        t, do = self.truth, self.action(r, "help")
        if r.path == "/":
            return Response(f'<HTML><HEAD>{CP}<TITLE>網路帳號服務</TITLE></HEAD><FRAMESET COLS="150,*"><FRAME SRC="/left.htm" NAME=left><FRAME SRC="/scripts/help.dll/main" NAME=body></FRAMESET></HTML>', kind="text/html")
        if r.path == "/left.htm":
            return self.page("left", "<FONT SIZE=2>資訊室<BR><A HREF=\"/scripts/help.dll/main\" TARGET=body>首頁</A><BR>分機 261120</FONT>")
        if do == "main":
            return self.page("網路帳號服務", """<P>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼
<P><B>《規範》</B><BR>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<UL><LI>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。<LI>請勿冒用院內同仁申請網路帳號</UL>
<B>《常見問題與服務》</B><DL><DT>密碼修改後多久可以生效<DD>即時生效。<DT>忘記密碼<DD>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定</DL>
<TABLE BORDER=1><TR><TD><A HREF="/scripts/help.dll/start?FN=1">啟用網路帳號及首次雲端帳號密碼設定</A><TD>啟用本院微軟相關服務，如：Office365, Outlook...
<TR><TD><A HREF="/scripts/help.dll/start?FN=2">重置雲端服務密碼</A><TD>重設非Portal帳號的密碼：Email, 無線網路, KM, TMS, VPN密碼<TR><TD>總院廠商VPN展延申請<TD>(停用)</TABLE>""")
        if do == "start" and r.query.get("FN") in ("1", "2"):
            sid = secrets.token_hex(8).upper()
            self.asks[sid] = {"fn": r.query["FN"]}
            return self.ask(sid)
        sid = r.get("SID")
        if do in ("otp", "phone", "back"):
            return self.otp(r, do, sid)
        if do in ("save", "reset"):
            self.takes(r, Edit4="alias", Edit5="cloud_password", Edit6="cloud_password_again")
        if "account:" + sid not in t.sessions:
            return self.message("請先作身分驗證", "/scripts/help.dll/main", "回首頁")
        if do == "quit":
            t.sessions.discard("account:" + sid)
            t.counts["sign_out_account"] += 1
            return self.message("您已離開", "/scripts/help.dll/main", "回首頁")
        if do == "setup":
            return self.setup(sid)
        if do == "save" and self.proved.get(sid) == "1":
            if self.wrong(r, sid, "S"):
                return self.old()
            if r.has("Button1"):
                t.sessions.discard("account:" + sid)
                t.counts["sign_out_account"] += 1
                return self.message("已取消", "/scripts/help.dll/main", "回首頁")
            name = r.get("Edit4").strip()
            if not r.has("Button2") or t.alias:
                return self.setup(sid, "這個帳號早就啟用過了，不能再設" if t.alias else "請按啟用雲端服務")
            if name.lower() == "taken.name":
                return self.setup(sid, "這個名稱有人用了，請換一個")
            if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{1,63}", name):
                return self.setup(sid, "名稱只可以用英文、數字、點、底線、減號")
            t.alias, t.cloud_password = name, "Nt" + "".join(secrets.choice("23456789abcdefghkmnpqrstuvwxyz") for _ in range(7)) + "7"
            t.counts["activated"] += 1
            return self.page("完成", f"""<TABLE BORDER=2 CELLPADDING=6><CAPTION>雲端服務設定完成通知</CAPTION><TR><TD>電子郵件<TD>{name}@ntuh.gov.tw<TR><TD>系統產生密碼<TD><TT>{t.cloud_password}</TT></TABLE>
<P>這組密碼適用本院電子郵件信箱、VPN、TMS數位學習系統及院內非Portal之業務，請抄下。<BR>服務隔日生效。如要自訂密碼，請至首頁「重置雲端服務密碼」。<P><A HREF="/scripts/help.dll/quit?SID={sid}">離開</A>""")
        if do == "reset" and self.proved.get(sid) == "2":
            if self.wrong(r, sid, "R"):
                return self.old()
            one = r.get("Edit5")
            if not t.alias:
                return self.setup(sid, "還沒啟用，請先啟用網路帳號")
            if one != r.get("Edit6") or not re.fullmatch(r"(?=.*[A-Za-z])(?=.*[0-9]).{8,20}", one) or one == t.portal_password:
                return self.setup(sid, "密碼不合規定或兩次不同(8至20碼，須有英文及數字，不可與Portal相同)")
            t.cloud_password = one
            return self.message("雲端服務密碼已重置", f"/scripts/help.dll/quit?SID={sid}", "離開")
        return Response("<HTML><BODY>404 Object Not Found</BODY></HTML>", 404, "text/html")

    def ask(self, sid: str, word: str = "") -> Response:
        a = self.asks[sid]
        return self.page("進行身分驗證", f"""<B>{'啟用網路帳號及首次雲端帳號密碼設定' if a['fn'] == '1' else '重置雲端服務密碼'}</B><FORM METHOD=POST ACTION="/scripts/help.dll/otp">{self.number(sid, 'V')}
<TABLE BORDER=1 CELLPADDING=4><TR><TD>網路帳號 / 主職員工編號<TD><INPUT NAME=Edit1 SIZE=10 MAXLENGTH=6 VALUE="{escape(a.get('emp', ''))}"><TD><INPUT TYPE=submit NAME=Button1 VALUE=發送簡訊動態碼>
<TR><TD>簡訊(或MOTP)動態碼<TD><INPUT NAME=Edit2 SIZE=10 MAXLENGTH=6><TD>&nbsp;
<TR><TD COLSPAN=3 ALIGN=right><INPUT TYPE=submit NAME=Button2 VALUE=下一步></TABLE></FORM><FONT COLOR=red>{word}</FONT>
<OL><LI>電子郵件別名第一次設定之後則不能修改，請慎重選擇。<LI>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<LI>請輸入帳號與簡訊動態碼後按「下一步」。</OL>""")

    def telephone(self, sid: str, word: str = "") -> Response:
        return self.page("發送", f"""<FORM METHOD=POST ACTION="/scripts/help.dll/phone">{self.number(sid, 'W')}<TABLE BORDER=4 ALIGN=center CELLPADDING=10 BGCOLOR=silver><TR><TD ALIGN=center>請輸入帳號登記的手機門號(10碼)<BR>
<INPUT NAME=Edit3 SIZE=14 MAXLENGTH=10><BR><INPUT TYPE=submit NAME=Button1 VALUE=確定發送> <INPUT TYPE=submit NAME=Button2 VALUE=取消><BR><FONT COLOR=red>{word}</FONT></TABLE></FORM>""")

    def otp(self, r: Request, do: str, sid: str) -> Response:
        t, a = self.truth, self.asks.get(sid)
        if do == "otp":
            self.takes(r, Edit1="employee_id", Edit2="code")
        elif do == "phone":
            self.takes(r, Edit3="registered_phone")
        if a is None:
            return self.old()
        if do == "back":
            return self.ask(sid)
        if self.wrong(r, sid, "V" if do == "otp" else "W"):
            return self.old()
        if do == "phone":
            if r.has("Button2") or not r.has("Button1"):
                return self.ask(sid)
            if r.get("Edit3").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                return self.telephone(sid, "門號不對，與登記的不同")
            a["code"], a["at"] = t.new_message(), str(time.time())
            return self.message("動態碼簡訊發送成功<BR>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」", f"/scripts/help.dll/back?SID={sid}", "確定")
        emp = r.get("Edit1").strip()
        a["emp"] = emp
        if r.has("Button1"):
            return self.telephone(sid) if emp == t.person.employee_id else self.ask(sid, "查不到這個員工編號")
        if not r.has("Button2"):
            return self.old()
        if emp != t.person.employee_id or not a.get("code") or r.get("Edit2").strip() != a["code"]:
            t.counts["code_refused"] += 1
            return self.ask(sid, "動態碼不對")
        if time.time() - float(a["at"]) > 120:
            t.counts["code_refused"] += 1
            return self.ask(sid, "動態碼過期了，請再發一次")
        new = secrets.token_hex(8).upper()
        self.proved[new] = self.asks.pop(sid)["fn"]
        t.sessions.add("account:" + new)
        t.counts["code_accepted"] += 1
        return Response(f'<HTML><HEAD>{CP}<META HTTP-EQUIV=Refresh CONTENT="0;URL=/scripts/help.dll/setup?SID={new}"></HEAD><BODY>驗證完成...</BODY></HTML>', kind="text/html")

    def setup(self, sid: str, word: str = "") -> Response:
        t, p = self.truth, self.truth.person
        facts = f"<TR><TD>網路帳號 / 主職員工編號<TD>{p.employee_id}<TR><TD>帳號姓名<TD>{p.name}<TR><TD>主職單位<TD>{p.unit}<TR><TD>有效期限<TD>{p.valid_until}"
        bye = f'<A HREF="/scripts/help.dll/quit?SID={sid}">登出</A>'
        if self.proved.get(sid) == "2":
            return self.page("重置雲端服務密碼", f"""<B>重置雲端服務密碼</B><FORM METHOD=POST ACTION="/scripts/help.dll/reset">{self.number(sid, 'R')}<TABLE BORDER=1>{facts}<TR><TD>新的雲端服務密碼<TD><INPUT TYPE=password NAME=Edit5 MAXLENGTH=20><TR><TD>再輸入一次<TD><INPUT TYPE=password NAME=Edit6 MAXLENGTH=20></TABLE><INPUT TYPE=submit NAME=Button1 VALUE=確定></FORM><FONT COLOR=red>{word}</FONT><P>{bye}""")
        if t.alias:
            return self.page("設定密碼與郵件別名", f"<B>設定密碼與郵件別名</B><TABLE BORDER=1>{facts}<TR><TD>雲端服務帳號<TD>{t.alias}@ntuh.gov.tw<TR><TD>備註<TD>此帳號已經啟用，毋須再設定</TABLE><FONT COLOR=red>{word}</FONT><P>{bye}")
        return self.page("設定密碼與郵件別名", f"""<B>設定密碼與郵件別名</B><FORM METHOD=POST ACTION="/scripts/help.dll/save">{self.number(sid, 'S')}雲端服務帳號說明：1. 雲端服務帳號為跨體系使用。2. 服務於設定完成隔日生效。
<TABLE BORDER=1>{facts}<TR><TD>雲端服務帳號<BR>(電子郵件名稱)<TD><INPUT NAME=Edit4 SIZE=24 MAXLENGTH=64>@ntuh.gov.tw 名稱長度限64字元內
<TR><TD>密碼<TD><FONT COLOR=gray>由系統產生，完成後顯示</FONT>
<TR><TD COLSPAN=2 ALIGN=center><INPUT TYPE=submit NAME=Button1 VALUE=取消啟用> <INPUT TYPE=submit NAME=Button2 VALUE=啟用雲端服務> 服務於設定完成隔日生效</TABLE></FORM><FONT COLOR=red>{word}</FONT><P>{bye}""")

    # ---- WorldClient.dll
    def mail(self, r: Request) -> Response:
        t = self.truth
        if r.path.lower() != "/worldclient.dll":
            return Response("", 302, "text/html", [("Location", "/WorldClient.dll?View=Logon")])
        view, session = r.query.get("View", "Logon"), r.query.get("Session", "")
        if view == "Image":
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 4), "GIF", (90, 34)), kind="image/gif")
        if "mail:" + session in t.sessions:
            if view == "Logout":
                t.sessions.discard("mail:" + session)
                t.counts["sign_out_mail"] += 1
                return self.message("您已登出信箱", "/WorldClient.dll?View=Logon", "重新登入", "TARGET=_top")
            if view == "List":
                return self.page("List", "<B>收件匣</B><TABLE BORDER=1 WIDTH=100%><TR><TH>寄件人<TH>主旨<TH>日期<TR><TD>資訊室<TD>歡迎使用電子郵件<TD>今天</TABLE>")
            if view == "Bar":
                return self.page("Bar", f"{t.alias}@ntuh.gov.tw　<A HREF=\"/WorldClient.dll?Session={session}&amp;View=List\" TARGET=list>收件匣</A>　<A HREF=\"/WorldClient.dll?Session={session}&amp;View=Logout\" TARGET=_top>登出</A>")
            return Response(f'<HTML><HEAD>{CP}<TITLE>WorldClient</TITLE></HEAD><FRAMESET ROWS="40,*"><FRAME NAME=bar SRC="/WorldClient.dll?Session={session}&amp;View=Bar"><FRAME NAME=list SRC="/WorldClient.dll?Session={session}&amp;View=List"></FRAMESET></HTML>', kind="text/html")
        word = ""
        if r.method == "POST":
            self.takes(r, User="mail_account", Password="mail_password", VCode="captcha")
            wanted, t.captcha = t.captcha, ""
            if not wanted or r.get("VCode").strip() != wanted:
                word = "驗證碼不對"
            elif not t.alias or r.get("User").strip().lower() != t.alias.lower() or r.get("Password") != t.cloud_password:
                word = "登入失敗：帳號或密碼無效"
            else:
                session = secrets.token_hex(6).upper()
                t.sessions.add("mail:" + session)
                t.counts["mail_sign_in"] += 1
                return Response("", 302, "text/html", [("Location", f"/WorldClient.dll?Session={session}&View=Main")])
        return self.page("電子郵件", f"""<CENTER><FORM NAME=Logon METHOD=POST ACTION="/WorldClient.dll?View=Main"><TABLE><TR><TD>帳號:<TD><INPUT NAME=User SIZE=20><TR><TD>密碼:<TD><INPUT TYPE=password NAME=Password SIZE=20>
<TR><TD>驗證碼(小寫字母或數字):<TD><INPUT NAME=VCode SIZE=6 MAXLENGTH=4><IMG SRC="/WorldClient.dll?View=Image"><TR><TD COLSPAN=2><INPUT TYPE=checkbox NAME=RememberUser VALUE=Yes>記住登入資訊 (公用電腦請勿勾選)
<TR><TD COLSPAN=2 ALIGN=center><INPUT TYPE=submit NAME=Logon VALUE=登入></TABLE></FORM><FONT COLOR=red>{word}</FONT><HR>公佈欄<BR>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<BR>※如無法登入，請先至下方網址變更密碼，謝謝：<BR><A HREF="{self.urls['account']}/">https://help.ntuh.gov.tw/</A></CENTER>""")

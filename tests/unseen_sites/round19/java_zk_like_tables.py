from __future__ import annotations

import html
import re
import secrets
import time

from truth import Request, Response, Site, picture

BIG5 = "text/html; charset=Big5"


def q_(v: str) -> str:
    return html.escape(v, quote=True)


class TheSite(Site):
    title = "java_zk_like_tables"
    charset = "cp950"

    def __init__(self) -> None:
        super().__init__()
        self.desk: dict[str, dict] = {}
        self.pass_on: dict[str, str] = {}

    # ------------------------------------------------- desktops
    def desktop(self, r: Request, web: str) -> dict:
        key = r.cookies.get("JSID" + web) or ""
        d = self.desk.get(key)
        if not d or d["web"] != web:
            key = secrets.token_hex(10)
            d = self.desk[key] = {"web": web, "key": key, "dt": {}, "told": False}
        return d

    def page(self, d: dict, title: str, tools: list[str], grid: str, form: str = "", action: str = "", say: str = "", target: str = "") -> Response:
        """One z-window: caption, toolbar, grid, all of it inside of one form when there is one."""
        bar = '<TD CLASS="z-separator">|</TD>'.join(f"<TD NOWRAP>{x}</TD>" for x in tools)
        inner = f"""<TABLE WIDTH="760" BORDER="0" CELLPADDING="0" CELLSPACING="0" CLASS="z-window" ALIGN="center"><TR><TD CLASS="z-window-header"><B>{title}</B></TD></TR>
<TR><TD CLASS="z-toolbar"><TABLE BORDER="0" CELLSPACING="2"><TR>{bar}</TR></TABLE></TD></TR>
<TR><TD CLASS="z-window-cnt"><TABLE WIDTH="100%" BORDER="1" CELLPADDING="3" CLASS="z-grid"><TR><TD>{grid}</TD></TR></TABLE></TD></TR></TABLE>"""
        if form:
            dt = "z_" + secrets.token_hex(4)
            d["dt"][form] = dt
            inner = f'<FORM NAME="{form}" METHOD="POST" ACTION="{action}"{target}><INPUT TYPE="HIDDEN" NAME="dtid" VALUE="{dt}"><INPUT TYPE="HIDDEN" NAME="cmd_0" VALUE="">{inner}</FORM>'
        alert = f'<SCRIPT LANGUAGE="JavaScript">alert("{say}");</SCRIPT>' if say else ""
        return self.cookie(d, Response(f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5"><TITLE>{title}</TITLE>
<STYLE>BODY,TD{{font-size:13px;font-family:新細明體}}.z-window-header{{background:#8ab;color:#fff;padding:4px}}.z-toolbar{{background:#dde8f4}}.z-label{{background:#eef;text-align:right}}.z-toolbarbutton IMG{{vertical-align:middle;border:0}}</STYLE>
<SCRIPT LANGUAGE="JavaScript">function zkSend(f,c){{document.forms[f].cmd_0.value=c;document.forms[f].submit();}}</SCRIPT></HEAD>
<BODY BGCOLOR="#FFFFFF">{alert}{inner}</BODY></HTML>""", kind=BIG5))

    def cookie(self, d: dict, a: Response) -> Response:
        if not d["told"]:
            d["told"] = True
            a.headers.append(("Set-Cookie", f"JSID{d['web']}={d['key']}; Path=/"))
        return a

    def hop(self, d: dict, where: str, say: str = "") -> Response:
        words = f'alert("{say}");' if say else ""
        return self.cookie(d, Response(f'<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5"></HEAD><BODY><SCRIPT LANGUAGE="JavaScript">{words}location.href="{where}";</SCRIPT></BODY></HTML>', kind=BIG5))

    def alive(self, r: Request, d: dict, form: str) -> bool:
        return bool(r.get("dtid")) and d["dt"].pop(form, None) == r.get("dtid")

    def dead(self, d: dict, back: str) -> Response:
        return self.page(d, "系統訊息", [f'<A HREF="{back}">回上一頁</A>'], "畫面已失效 (Desktop timeout)，請重新操作")

    @staticmethod
    def tool(form: str, cmd: str, icon: str, words: str, only_icon: bool = False) -> str:
        return f'''<A CLASS="z-toolbarbutton" HREF="javascript:zkSend('{form}','{cmd}')" TITLE="{words}"><IMG SRC="/img/{icon}.gif" WIDTH="16" HEIGHT="16" ALT="{words if only_icon else ''}">{'' if only_icon else '&nbsp;' + words}</A>'''

    @staticmethod
    def row(label: str, cell: str) -> str:
        return f'<TR><TD CLASS="z-label" WIDTH="220" NOWRAP>{label}</TD><TD><TABLE BORDER="0" CELLPADDING="0"><TR><TD>{cell}</TD></TR></TABLE></TD></TR>\n'

    @staticmethod
    def box(name: str, value: str = "", kind: str = "TEXT", size: int = 20, longest: int = 40) -> str:
        return f'<INPUT TYPE="{kind}" NAME="{name}" ID="{name}" VALUE="{q_(value)}" SIZE="{size}" MAXLENGTH="{longest}" CLASS="z-textbox">'

    @staticmethod
    def grid(*rows: str) -> str:
        return '<TABLE BORDER="0" CELLPADDING="2" CELLSPACING="1" WIDTH="100%">' + "".join(rows) + "</TABLE>"

    def icon(self, r: Request) -> Response | None:
        return Response(picture("", "GIF", (16, 16)), kind="image/gif") if r.path.startswith("/img/") else None

    def verify(self, given: str) -> bool:
        want = self.truth.captcha
        self.truth.captcha = ""
        return want != "" and given.strip().upper() == want.upper()

    # ------------------------------------------------- portal
    def portal(self, r: Request) -> Response:
        if i := self.icon(r):
            return i
        d, t = self.desktop(r, "PTL"), self.truth
        me = "portal:" + d["key"]
        if r.path == "/verifyImage.do":
            return self.cookie(d, Response(picture(t.new_captcha(), "PNG"), kind="image/png"))
        if r.path == "/login.do":
            say = ""
            if r.method == "POST":
                self.takes(r, z_c1="campus", z_c2="employee_id", z_c3="portal_password", z_c4="captcha")
                if not self.alive(r, d, "loginwin"):
                    return self.dead(d, "/login.do")
                if not self.verify(r.get("z_c4")):
                    say = "驗證碼輸入有誤"
                elif r.get("z_c1") not in ("T0", "T2", "T4", "Y0") or r.get("z_c2").strip() != t.person.employee_id or r.get("z_c3") != t.portal_password:
                    say = "員工帳號或密碼不正確，請查明後再登入"
                else:
                    t.sessions.add(me)
                    t.counts["sign_in"] += 1
                    return self.hop(d, "/desktop.do?SESSION=" + d["key"])
                t.counts["sign_in_refused"] += 1
            return self.page(d, "國立臺灣大學醫學院附設醫院　醫療資訊系統", ['<A HREF="#km">KM系統</A>', '<A HREF="#reg">網路掛號</A>'], self.grid(
                self.row("院　區", '<SELECT NAME="z_c1"><OPTION VALUE="T0" SELECTED>總院區<OPTION VALUE="T2">北護分院<OPTION VALUE="T4">新竹分院<OPTION VALUE="Y0">雲林分院</SELECT>'),
                self.row("帳　號", self.box("z_c2", r.get("z_c2"))), self.row("密　碼", self.box("z_c3", kind="PASSWORD")),
                self.row("驗證碼<BR>(不用區分大小寫)", self.box("z_c4", size=8, longest=6) + '</TD><TD><IMG SRC="/verifyImage.do" ALT="驗證碼" BORDER="1">'),
                '<TR><TD COLSPAN="2" ALIGN="CENTER"><BUTTON TYPE="SUBMIT"><IMG SRC="/img/key.gif" ALT="">登入系統</BUTTON></TD></TR>'), "loginwin", "/login.do", say)
        if me not in t.sessions:
            return self.hop(d, "/login.do")
        if r.path == "/logout.do":
            self.takes(r)
            t.sessions.discard(me)
            t.counts["sign_out_portal"] += 1
            return self.hop(d, "/login.do", "您已登出系統")
        if r.path == "/open.do":
            fn = r.query.get("fn")
            if fn == "PW01":
                return self.hop(d, "/pwd.do")
            if fn == "HR06":
                key = secrets.token_hex(16)
                self.pass_on[key] = me
                return self.hop(d, f"{self.urls['inner']}/hrm/contact.do?SESSION={key}")
            return self.hop(d, "/desktop.do", "此功能未授權")
        if r.path == "/pwd.do":
            say = ""
            if r.method == "POST":
                self.takes(r, z_p7="old_password", z_p8="new_password", z_p9="new_password_again")
                if not self.alive(r, d, "pwdwin"):
                    return self.dead(d, "/pwd.do")
                a, b, c = r.get("z_p7"), r.get("z_p8"), r.get("z_p9")
                if r.get("cmd_0") not in ("onSave", ""):
                    return self.hop(d, "/desktop.do")
                if a != t.portal_password:
                    say = "舊密碼輸入錯誤"
                elif b != c:
                    say = "兩次新密碼不一致"
                elif len(b) < 8 or not re.search("[A-Za-z]", b) or not re.search("[0-9]", b):
                    say = "新密碼未符合設定條件"
                elif a == b:
                    say = "新密碼不可與舊密碼相同"
                if not say:
                    t.portal_password = b
                    t.counts["password_changed"] += 1
                    return self.page(d, "更改密碼", ['<A HREF="/desktop.do" TITLE="回功能選單"><IMG SRC="/img/home.gif" ALT="">&nbsp;回功能選單</A>'], "<FONT COLOR=\"GREEN\">密碼修改完畢，請牢記您的新密碼。</FONT>")
                t.counts["password_refused"] += 1
            return self.page(d, "更改密碼", [self.tool("pwdwin", "onSave", "save", "確認更改"), '<A HREF="/desktop.do" TITLE="回功能選單"><IMG SRC="/img/home.gif" ALT="">&nbsp;回功能選單</A>'], self.grid(
                self.row("請輸入舊密碼：", self.box("z_p7", kind="PASSWORD")), self.row("請輸入新密碼：", self.box("z_p8", kind="PASSWORD")), self.row("請再輸入新密碼：", self.box("z_p9", kind="PASSWORD")),
                self.row("密碼設定條件：", "1.密碼長度不可少於8個字元<BR>2.密碼內容需包含英文及數字")), "pwdwin", "/pwd.do", say)
        items = [("更改密碼", "PW01"), ("個人簽章提醒設定", "HR01"), ("薪資所得免稅額申報表", "HR02"), ("員工待遇福利查詢", "HR03"), ("查詢員工連絡資料", "HR05"), ("維護個人連絡資料", "HR06"), ("個人就醫紀錄查詢", "HR07"), ("行動憑證申請", "HR12")]
        tree = "".join(f'<TR CLASS="z-treerow"><TD WIDTH="18"><IMG SRC="/img/leaf.gif" ALT=""></TD><TD><A HREF="/open.do?fn={c}" TITLE="{w} ({c})">{w}</A></TD></TR>' for w, c in items)
        return self.page(d, "個人管理", ['<A HREF="/desktop.do" TITLE="重新整理"><IMG SRC="/img/refresh.gif" ALT="重新整理"></A>', '<A HREF="/logout.do" TITLE="登出系統"><IMG SRC="/img/exit.gif" ALT="登出系統"></A>'],
                         f'<TABLE><TR VALIGN="TOP"><TD WIDTH="240"><TABLE>{tree}</TABLE></TD><TD>{t.person.name} 您好!<BR>總院差勤待簽 0<TABLE BORDER="1"><TR><TH>日期<TH>全院公告<TR><TD>2018/12/13<TD>登入首頁改版</TABLE></TD></TR></TABLE>')

    # ------------------------------------------------- inner
    KEYS = [("z_h21", "english_surname", "英文姓：", "ex:Chen(陳)"), ("z_h22", "english_given", "英文首名：", "ex: Yi-Fen(怡芬) (說明)"), ("z_h23", "english_middle", "英文中名：", "ex:Mary 為英文別名，如無，可不填"),
            ("z_h31", "office_phone", "辦公室電話：", "ex:61234或23123456"), ("z_h32", "home_phone", "住宅電話：", "ex:0223123456"), ("z_h33", "mobile_phone", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")]

    def inner(self, r: Request) -> Response:
        if i := self.icon(r):
            return i
        d, t = self.desktop(r, "HRM"), self.truth
        d["sso"] = self.pass_on.get(r.query.get("SESSION", ""), d.get("sso"))
        if d["sso"] not in t.sessions:
            return self.page(d, "系統訊息", [f'<A HREF="{self.urls["portal"]}/login.do">重新登入</A>'], "尚未登入或連線逾時")
        say = ""
        if r.method == "POST":
            self.takes(r, z_h33="mobile_phone")
            if not self.alive(r, d, "empwin"):
                return self.dead(d, "/hrm/contact.do")
            if not re.fullmatch(r"09\d{8}", r.get("z_h33")) or not all(r.has(k[0]) for k in self.KEYS):
                say = "行動電話必須為10碼數字，資料未異動"
            else:
                for n, k, *_ in self.KEYS:
                    t.saved_contact[k] = r.get(n)
                t.counts["contact_saved"] += 1
                say = "連絡資料異動存檔完成"
        rows = [self.row(lab, self.box(n, t.saved_contact.get(k, getattr(t.person, k))) + f"</TD><TD><FONT COLOR=GRAY>{x}</FONT>") for n, k, lab, x in self.KEYS]
        return self.page(d, "台大醫院---維護個人連絡資料", [self.tool("empwin", "onSave", "disk", "異動儲存"), f'<A HREF="{self.urls["portal"]}/desktop.do" TITLE="回功能選單"><IMG SRC="/img/home.gif" ALT="">&nbsp;回功能選單</A>'],
                         self.grid(self.row("員工編號：", f'<INPUT TYPE="TEXT" NAME="z_h10" VALUE="{t.person.employee_id}" READONLY>'), self.row("姓名：", t.person.name), *rows), "empwin", "/hrm/contact.do", say)

    # ------------------------------------------------- account
    def account(self, r: Request) -> Response:
        if i := self.icon(r):
            return i
        d, t = self.desktop(r, "ACC"), self.truth
        me = "account:" + d["key"]
        if r.path in ("/", "/index.do"):
            return self.page(d, "網路帳號服務", ['<A HREF="/index.do" TITLE="首頁"><IMG SRC="/img/home.gif" ALT="首頁"></A>'], """<B>《規範》</B><BR>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<BR><B>《常見問題與服務》</B><BR>忘記密碼恕不接受電話、信件等方式查詢。<P>
<TABLE BORDER="0" CELLSPACING="6"><TR><TD BGCOLOR="#CCE0FF"><A HREF="/verify.do?act=A"><IMG SRC="/img/user_add.gif" BORDER="0" ALT=""> 啟用網路帳號及首次雲端帳號密碼設定</A></TD><TD>啟用本院微軟相關服務，如：Office365, Outlook...</TD></TR><TR><TD BGCOLOR="#CCE0FF"><A HREF="/verify.do?act=R"><IMG SRC="/img/key.gif" BORDER="0" ALT=""> 重置雲端服務密碼</A></TD><TD>重設非Portal帳號的密碼</TD></TR></TABLE>""")
        name = "重置雲端服務密碼" if d.get("act") == "R" or r.query.get("act") == "R" else "啟用網路帳號及首次雲端帳號密碼設定"
        if r.path in ("/verify.do", "/sms.do"):
            say = ""
            if r.query.get("act") in ("A", "R") and r.method == "GET":
                d["act"] = r.query["act"]
                name = "重置雲端服務密碼" if d["act"] == "R" else "啟用網路帳號及首次雲端帳號密碼設定"
            if r.path == "/sms.do":
                if r.method == "POST":
                    self.takes(r, z_s3="registered_phone")
                    if not self.alive(r, d, "smswin") or not d.get("uid"):
                        return self.dead(d, "/verify.do")
                    if r.get("z_s3").strip() == t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                        d["otp"], d["when"] = t.new_message(), time.time()
                        return self.hop(d, "/verify.do", "動態碼簡訊發送成功。成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」")
                    say = "手機門號與註冊資料不符"
                if not d.get("uid"):
                    return self.hop(d, "/verify.do")
                return self.page(d, "發送簡訊動態碼至註冊門號", [self.tool("smswin", "onSend", "phone", "確定發送"), '<A HREF="/verify.do" TITLE="取消"><IMG SRC="/img/no.gif" ALT="">&nbsp;取消</A>'],
                                 self.grid(self.row("請輸入帳號登記的手機門號(10碼)", self.box("z_s3", longest=10))), "smswin", "/sms.do", say)
            if r.method == "POST":
                self.takes(r, z_v1="employee_id", z_v2="code")
                if not self.alive(r, d, "vfwin"):
                    return self.dead(d, "/verify.do")
                d["uid"] = ""
                if r.get("z_v1").strip() != t.person.employee_id:
                    say = "查無此網路帳號"
                else:
                    d["uid"] = r.get("z_v1").strip()
                    if r.get("cmd_0") == "onSms":
                        return self.hop(d, "/sms.do")
                    same = d.get("otp") and r.get("z_v2").strip() == d["otp"]
                    if same and time.time() - d["when"] < 121:
                        d["otp"] = ""
                        t.sessions.add(me)
                        t.counts["code_accepted"] += 1
                        return self.hop(d, "/cloudpwd.do" if d.get("act") == "R" else "/cloud.do")
                    t.counts["code_refused"] += 1
                    say = "動態碼已超過2分鐘，請重新取得" if same else "動態碼錯誤"
            return self.page(d, name, [self.tool("vfwin", "onHelp", "help", "說明", True).replace("javascript:zkSend('vfwin','onHelp')", "#note")], '<A NAME="note"></A>注意事項：請輸入帳號與簡訊動態碼後按「下一步」。' + self.grid(
                self.row("網路帳號 / 主職員工編號", self.box("z_v1", d.get("uid", ""), longest=6) + "</TD><TD>" + self.tool("vfwin", "onSms", "phone", "發送簡訊動態碼")),
                self.row("簡訊(或MOTP)動態碼", self.box("z_v2", longest=6)), self.row("&nbsp;", self.tool("vfwin", "onNext", "next", "下一步"))), "vfwin", "/verify.do", say)
        if me not in t.sessions:
            return self.hop(d, "/verify.do")
        if r.path == "/bye.do":
            self.takes(r)
            t.sessions.discard(me)
            t.counts["sign_out_account"] += 1
            return self.hop(d, "/index.do")
        leave = '<A HREF="/bye.do" TITLE="登出"><IMG SRC="/img/exit.gif" ALT="">&nbsp;登出</A>'
        p, say, reset = t.person, "", r.path == "/cloudpwd.do"
        facts = [self.row("網路帳號 / 主職員工編號", p.employee_id), self.row("帳號姓名", p.name), self.row("主職單位", p.unit), self.row("有效期限", p.valid_until)]
        if r.method == "POST":
            self.takes(r, z_k1="alias", z_k2="cloud_password", z_k3="cloud_password_again")
            if not self.alive(r, d, "cldwin"):
                return self.dead(d, r.path)
            a, w, v = r.get("z_k1").strip(), r.get("z_k2"), r.get("z_k3")
            if reset and not t.alias:
                say = "尚未啟用網路帳號，無法重置"
            elif not reset and t.alias:
                say = "雲端服務帳號先前已設定過"
            elif not reset and a.lower() == "taken.name":
                say = "電子郵件名稱重複，請另取名稱"
            elif not reset and not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", a):
                say = "電子郵件名稱含不允許之字元"
            elif w != v:
                say = "兩次輸入的密碼不相同"
            elif len(w) < 8 or not re.search("[A-Za-z]", w) or not re.search("[0-9]", w):
                say = "密碼強度不足"
            else:
                t.cloud_password = w
                if not reset:
                    t.alias = a
                    t.counts["activated"] += 1
                return self.page(d, "作業結果", [leave], self.grid(self.row("處理結果", "密碼重置作業已完成" if reset else "雲端服務設定作業已完成"), self.row("雲端服務帳號", q_(t.alias) + "@ntuh.gov.tw")))
        if t.alias and not reset:
            return self.page(d, "設定密碼與郵件別名", [leave], self.grid(*facts, self.row("雲端服務帳號 (電子郵件名稱)", q_(t.alias) + "@ntuh.gov.tw"), self.row("帳號狀態", "<FONT COLOR=BLUE>已啟用，無須再次設定</FONT>")), say=say)
        pair = [self.row("新密碼" if reset else "雲端服務密碼", self.box("z_k2", kind="PASSWORD")), self.row("確認密碼", self.box("z_k3", kind="PASSWORD"))]
        if reset:
            return self.page(d, name, [self.tool("cldwin", "onSave", "save", "確定重置"), leave], self.grid(*facts, *pair), "cldwin", r.path, say)
        return self.page(d, "設定密碼與郵件別名", [leave], self.grid(*facts, self.row("雲端服務帳號<BR>(電子郵件名稱)", self.box("z_k1", a if r.method == "POST" else "", longest=64) + "@ntuh.gov.tw 名稱長度限64字元內"), *pair,
                         self.row("&nbsp;", '<A HREF="/bye.do" TITLE="取消啟用"><IMG SRC="/img/no.gif" ALT="">取消啟用</A></TD><TD>' + self.tool("cldwin", "onSave", "ok", "啟用雲端服務") + "<BR>服務於設定完成隔日生效")), "cldwin", "/cloud.do", say)

    # ------------------------------------------------- mail
    def mail(self, r: Request) -> Response:
        if i := self.icon(r):
            return i
        d, t = self.desktop(r, "WML"), self.truth
        me, say = "mail:" + d["key"], ""
        if r.path == "/code.do":
            return self.cookie(d, Response(picture(t.new_captcha("abcdefhkmnprstuvwxy2345678", 5), "PNG"), kind="image/png"))
        if r.path == "/logout.do" and me in t.sessions:
            self.takes(r)
            t.sessions.discard(me)
            t.counts["sign_out_mail"] += 1
            return self.hop(d, "/mail.do", "已登出")
        if r.method == "POST":
            self.takes(r, z_m1="mail_account", z_m2="mail_password", z_m3="captcha")
            if not self.alive(r, d, "mailwin"):
                return self.dead(d, "/mail.do")
            if not self.verify(r.get("z_m3")):
                say = "驗證碼錯誤"
            elif not t.alias or r.get("z_m1").strip().lower().split("@")[0] != t.alias.lower() or r.get("z_m2") != t.cloud_password:
                say = "帳號或密碼錯誤"
            else:
                t.sessions.add(me)
                t.counts["mail_sign_in"] += 1
                return self.hop(d, "/inbox.do")
        if me in t.sessions:
            return self.page(d, "收件匣", ['<A HREF="/inbox.do" TITLE="收信"><IMG SRC="/img/mail.gif" ALT="收信"></A>', '<A HREF="/logout.do" TITLE="登出"><IMG SRC="/img/exit.gif" ALT="登出"></A>'], f"{q_(t.alias)}@ntuh.gov.tw<TABLE BORDER=1><TR><TH>寄件者<TH>主旨<TR><TD>資訊室<TD>歡迎使用</TABLE>")
        if r.path != "/mail.do":
            return self.hop(d, "/mail.do")
        return self.page(d, "電子信箱", ["公佈欄：體系帳號整併中"], self.grid(self.row("帳號:", self.box("z_m1", r.get("z_m1"))), self.row("密碼:", self.box("z_m2", kind="PASSWORD")), self.row("驗證碼(小寫字母或數字):", self.box("z_m3", size=6, longest=5) + '</TD><TD><IMG SRC="/code.do" ALT="">'),
                         self.row("&nbsp;", '<INPUT TYPE="CHECKBOX" NAME="z_m4" VALUE="Y">記住登入資訊 (公用電腦請勿勾選)'), self.row("&nbsp;", '<INPUT TYPE="SUBMIT" VALUE="登入">')), "mailwin", "/mail.do", say)

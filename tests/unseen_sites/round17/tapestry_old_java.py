from __future__ import annotations

import re
import secrets
import time
from html import escape
from itertools import count

from truth import Request, Response, Site, picture, redirect

HOSPITALS = ("總院區", "北護分院", "金山分院", "新竹分院", "竹東分院", "雲林分院")


class TheSite(Site):
    """Service addresses are numbered: direct/<activation>/<page>/<component>&sp=S<n>."""

    title = "tapestry_old_java"
    charset = "cp950"

    def __init__(self) -> None:
        super().__init__()
        self.number = count(secrets.randbelow(400) + 100)
        self.rewind: dict[str, str] = {}
        self.images: dict[str, str] = {}
        self.visit: dict[str, dict] = {}
        self.helpers: dict[str, dict] = {}
        self.mailers: dict[str, dict] = {}

    # ==================================================== rendering
    def html(self, title: str, body: str, head: str = "", frames: bool = False) -> Response:
        inside = body if frames else f"""<BODY BGCOLOR="#FFFFFF" TEXT="#000000" LINK="#003399">
{body}
<HR SIZE="1" NOSHADE><FONT SIZE="-1" COLOR="#808080">Application 1.4.2 &nbsp; 建議使用 IE 6.0 以上, 解析度 1024x768</FONT>
</BODY>"""
        return Response(f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">
<!-- Application: eip -->
<!-- Generated: {time.strftime('%a %b %d %H:%M:%S CST %Y')} -->
<HTML>
<HEAD><META NAME="generator" CONTENT="Tapestry Application Framework, version 3.0.3">
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5">
<TITLE>{title}</TITLE>{head}</HEAD>
{inside}
</HTML>
<!-- Render time: ~ {secrets.randbelow(90) + 5} ms -->""", kind="text/html; charset=big5")

    def form(self, action: str, page: str, inner: str, fields: str, owner: str = "", name: str = "Form0") -> str:
        mark = f"{page}.{next(self.number)}"
        self.rewind[mark] = page + "/" + owner
        return f"""<FORM METHOD="post" NAME="{name}" ACTION="{action}">
<INPUT TYPE="hidden" NAME="service" VALUE="direct/1/{page}/$Form">
<INPUT TYPE="hidden" NAME="sp" VALUE="S0">
<INPUT TYPE="hidden" NAME="Form0" VALUE="$Hidden,{fields}">
<INPUT TYPE="hidden" NAME="$Hidden" VALUE="S{mark}">
{inner}
</FORM>"""

    def fresh(self, q: Request, page: str, owner: str = "") -> bool:
        return (q.get("service") == f"direct/1/{page}/$Form" and q.get("sp") == "S0"
                and self.rewind.pop(q.get("$Hidden")[1:], None) == page + "/" + owner)

    def stale(self, again: str) -> Response:
        return self.html("Stale Link", f'<H3>Stale Link 網頁已過期</H3><P>您送出的網頁已經過期，請由<A HREF="{again}">此處</A>重新開始。')

    def line(self, label: str, name: str, kind: str = "text", value: str = "", size: int = 20, after: str = "", limit: int = 40) -> str:
        v = f' VALUE="{escape(value)}"' if kind == "text" else ' VALUE=""'
        return f"""<TR><TD ALIGN="right" BGCOLOR="#DDE6F0" NOWRAP><FONT SIZE="-1">{label}</FONT></TD>
<TD><INPUT TYPE="{kind}" NAME="{name}"{v} SIZE="{size}" MAXLENGTH="{limit}">{after}</TD></TR>
"""

    def error(self, text: str) -> str:
        return f'<TABLE BORDER="0" BGCOLOR="#FFEEEE"><TR><TD><IMG SRC="/images/warn.gif" ALT="!" WIDTH="16" HEIGHT="16"></TD><TD><FONT COLOR="#CC0000" CLASS="error">{text}</FONT></TD></TR></TABLE>' if text else ""

    def image(self, q: Request, letters: str = "", length: int = 6) -> Response | None:
        if q.path == "/images/warn.gif":
            return Response(picture("!", "GIF", (16, 16)), kind="image/gif")
        if q.path == "/favicon.ico":
            return Response("", 404)
        if q.path != "/servlet/checkImage":
            return None
        num = q.query.get("no", "")
        if num not in self.images:
            return Response("", 404)
        self.images[num] = self.truth.new_captcha(letters, length) if letters else self.truth.new_captcha()
        return Response(picture(self.images[num], "JPEG"), kind="image/jpeg", headers=[("Pragma", "no-cache")])

    def matched(self, q: Request) -> bool:
        want = self.images.pop(q.get("$Hidden$0"), "")
        good = bool(want) and want == self.truth.captcha and q.get("$TextField$0").strip().lower() == want.lower()
        if want:
            self.truth.captcha = ""
        return good

    def new_image(self) -> str:
        num = str(next(self.number))
        self.images[num] = ""
        return num

    # ==================================================== portal
    def portal(self, q: Request) -> Response:
        img = self.image(q)
        if img:
            return img
        if q.path == "/":
            return redirect("/eip/app?service=page/Login")
        if q.path != "/eip/app":
            return Response("HTTP Status 404 - " + escape(q.path), 404, "text/html; charset=big5")
        sid = q.cookies.get("EIPSESSIONID", "")
        me = self.visit.get(sid)
        if q.method == "POST":
            self.takes(q, **{"$PropertySelection": "campus", "$TextField": "employee_id", "$PasswordField": "portal_password", "$TextField$0": "captcha"})
            if not self.fresh(q, "Login"):
                return self.stale("/eip/app?service=page/Login")
            return self.sign_in(q)
        service = q.query.get("service", "page/Login")
        if service == "page/Login":
            return self.login_page()
        if not me:
            return self.html("Session", '<H3>閒置過久</H3>請<A HREF="/eip/app?service=page/Login" TARGET="_top">重新登入</A>')
        inn = f"{self.urls['inner']}/psn/app"
        if service == "page/Home":
            return self.html("院內資訊入口", """<FRAMESET ROWS="56,*" BORDER="0"><FRAME NAME="top" SRC="/eip/app?service=page/Top" SCROLLING="no">
<FRAMESET COLS="210,*"><FRAME NAME="menu" SRC="/eip/app?service=page/Menu"><FRAME NAME="main" SRC="/eip/app?service=page/News"></FRAMESET>
<NOFRAMES><BODY>您的瀏覽器不支援框架，請直接開啟 <A HREF="/eip/app?service=page/Menu">選單</A></BODY></NOFRAMES></FRAMESET>""", frames=True)
        if service == "page/Top":
            return self.html("top", f"""<TABLE WIDTH="100%"><TR><TD><B>台大醫院 PORTAL</B></TD><TD ALIGN="right">{self.truth.person.name} 您好!
<A HREF="/eip/app?service=direct/0/Top/$DirectLink&amp;sp=S{me['n']}" TARGET="_top">登出系統</A></TD></TR></TABLE>""")
        if service == "page/Menu":
            rows = "".join(f'<TR><TD><FONT SIZE="-1">&#9642; <A HREF="/eip/app?service=direct/0/Menu/$DirectLink{"" if i == 0 else "$" + str(i - 1)}&amp;sp=S{me["n"]}&amp;sp=S{i}" TARGET="main">{n}</A></FONT>'
                           for i, n in enumerate(("更改密碼", "個人簽章提醒設定", "薪資所得免稅額申報表", "查詢員工連絡資料", "維護個人連絡資料", "個人就醫紀錄查詢")))
            return self.html("menu", f'<TABLE BORDER="1" CELLSPACING="0" WIDTH="190"><TR><TH BGCOLOR="#003366"><FONT COLOR="white">個人管理</FONT></TH></TR>{rows}</TABLE>')
        if service == "page/News":
            return self.html("news", '<H4>全院公告 2</H4><TABLE BORDER="1"><TR><TH>日期<TH>標題<TR><TD>2019/10/21<TD>請全院同仁填報「薪資所得免稅額申報表」<TR><TD>2018/12/13<TD>Portal首頁改版</TABLE>')
        if service == "direct/0/Top/$DirectLink" and q.query.get("sp") == f"S{me['n']}":
            self.quit(sid)
            return self.html("再見", '<CENTER><H3>您已離開系統</H3><A HREF="/eip/app?service=page/Login">重新登入</A></CENTER>')
        if service.startswith("direct/0/Menu/$DirectLink"):
            if service == "direct/0/Menu/$DirectLink":
                return redirect(f"{inn}?service=page/Passwd&SESSION={sid}")
            if service == "direct/0/Menu/$DirectLink$3":
                return redirect(f"{inn}?service=page/Contact&SESSION={sid}")
            return self.html("未授權", "<P>您尚無此功能之使用權限。")
        return self.stale("/eip/app?service=page/Home")

    def quit(self, sid: str) -> None:
        del self.visit[sid]
        self.truth.sessions.discard("portal:" + sid)
        self.truth.counts["sign_out_portal"] += 1

    def login_page(self, err: str = "", uid: str = "") -> Response:
        no = self.new_image()
        opts = "".join(f'<OPTION VALUE="{i}">{n}</OPTION>' for i, n in enumerate(HOSPITALS))
        inner = f"""<INPUT TYPE="hidden" NAME="$Hidden$0" VALUE="{no}">
<TABLE BORDER="0" CELLPADDING="3" ALIGN="center"><TR><TH COLSPAN="2">醫療資訊系統<BR><FONT SIZE="-2">National Taiwan University Hospital</FONT></TH></TR>
<TR><TD ALIGN="right" BGCOLOR="#DDE6F0"><FONT SIZE="-1">院　區</FONT></TD><TD><SELECT NAME="$PropertySelection">{opts}</SELECT></TD></TR>
{self.line("帳　號", "$TextField", value=uid, limit=6)}{self.line("密　碼", "$PasswordField", "password")}{self.line("驗證碼", "$TextField$0", size=8, after=f' <IMG SRC="/servlet/checkImage?no={no}" WIDTH="120" HEIGHT="36" ALIGN="absmiddle"><BR><FONT SIZE="-2">(不用區分大小寫)</FONT>', limit=6)}
<TR><TD></TD><TD><INPUT TYPE="submit" NAME="$Submit" VALUE="確認登入"> <INPUT TYPE="reset" VALUE="清除"></TD></TR></TABLE>"""
        return self.html("登入", f"""<CENTER>{self.error(err)}</CENTER>{self.form("/eip/app", "Login", inner, "$PropertySelection,$TextField,$PasswordField,$TextField$0,$Submit")}
<CENTER><FONT SIZE="-1">帳號：6位數數字。 密碼：預設為身分證號（英文字母大寫）。</FONT></CENTER>""")

    def sign_in(self, q: Request) -> Response:
        uid, err = q.get("$TextField").strip(), ""
        if not self.matched(q):
            err = "驗證圖片文字輸入不符"
        elif q.get("$PropertySelection") not in set("012345"):
            err = "院區代碼錯誤"
        elif (q.get("$PropertySelection"), uid, q.get("$PasswordField")) != ("0", self.truth.person.employee_id, self.truth.portal_password):
            err = "登入失敗 (E-1002)：帳號或密碼不正確"
        if err:
            self.truth.counts["sign_in_refused"] += 1
            return self.login_page(err, uid)
        sid = secrets.token_hex(16).upper()
        self.visit[sid] = {"n": next(self.number)}
        self.truth.sessions.add("portal:" + sid)
        self.truth.counts["sign_in"] += 1
        return redirect("/eip/app?service=page/Home", ("Set-Cookie", f"EIPSESSIONID={sid}; Path=/eip"))

    # ==================================================== inner
    CONTACT = (("english_surname", "$TextField"), ("english_given", "$TextField$0"), ("english_middle", "$TextField$1"),
               ("office_phone", "$TextField$2"), ("home_phone", "$TextField$3"), ("mobile_phone", "$TextField$4"))

    def inner(self, q: Request) -> Response:
        img = self.image(q)
        if img:
            return img
        sid = q.query.get("SESSION", "")
        if q.path != "/psn/app" or sid not in self.visit:
            if q.method == "POST":
                self.takes(q, **({"$PasswordField": "old_password", "$PasswordField$0": "new_password", "$PasswordField$1": "new_password_again"} if "Passwd" in q.get("service") else {"$TextField$4": "mobile_phone"}))
            return self.html("Session", f'<H3>閒置過久</H3>請<A HREF="{self.urls["portal"]}/" TARGET="_top">重新登入</A>')
        service = q.get("service")
        here = f"/psn/app?SESSION={sid}"
        nav = f'<P><A HREF="{self.urls["portal"]}/eip/app?service=page/Home" TARGET="_top">回功能選單</A> | <A HREF="{here}&amp;service=direct/0/Border/$DirectLink&amp;sp=S9" TARGET="_top">登出系統</A>'
        if q.method == "GET" and service == "direct/0/Border/$DirectLink":
            self.quit(sid)
            return redirect(self.urls["portal"] + "/eip/app?service=page/Login")
        if "Passwd" in service:
            return self.passwd(q, sid, here, nav)
        if "Contact" in service:
            return self.contact(q, sid, here, nav)
        return self.stale(here + "&service=page/Passwd")

    def passwd(self, q: Request, sid: str, here: str, nav: str) -> Response:
        err = ""
        if q.method == "POST":
            self.takes(q, **{"$PasswordField": "old_password", "$PasswordField$0": "new_password", "$PasswordField$1": "new_password_again"})
            if not self.fresh(q, "Passwd", sid):
                return self.stale(here + "&service=page/Passwd")
            old, new, two = q.get("$PasswordField"), q.get("$PasswordField$0"), q.get("$PasswordField$1")
            if old != self.truth.portal_password:
                err = "舊密碼不正確"
            elif new != two:
                err = "新密碼與確認密碼不同"
            elif len(new) < 8 or len(new) > 16 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                err = "新密碼不符規定 (8至16碼, 英文及數字)"
            elif new == old:
                err = "新舊密碼不得相同"
            else:
                self.truth.portal_password = new
                self.truth.counts["password_changed"] += 1
                return self.html("完成", f'<H3>密碼變更作業完成</H3><P>系統已更新您的密碼 (N-0001)。{nav}')
            self.truth.counts["password_refused"] += 1
        rows = self.line("請輸入舊密碼：", "$PasswordField", "password") + self.line("請輸入新密碼：", "$PasswordField$0", "password", limit=16) + self.line("請再輸入新密碼：", "$PasswordField$1", "password", limit=16)
        inner = f"""<TABLE BORDER="0" CELLPADDING="3">{rows}<TR><TD ALIGN="right">密碼強度檢核：</TD><TD>&nbsp;</TD></TR><TR><TD></TD><TD><INPUT TYPE="submit" NAME="$Submit" VALUE="送出"></TD></TR></TABLE>
密碼設定條件：<OL><LI>密碼長度不可少於8個字元<LI>密碼內容需包含英文及數字</OL>"""
        return self.html("更改密碼", f'<H3>更改密碼</H3>{self.error(err)}{self.form(here, "Passwd", inner, "$PasswordField,$PasswordField$0,$PasswordField$1,$Submit", sid)}{nav}')

    def contact(self, q: Request, sid: str, here: str, nav: str) -> Response:
        p, err, ok = self.truth.person, "", ""
        v = {k: self.truth.saved_contact.get(k, getattr(p, k)) for k, _ in self.CONTACT}
        if q.method == "POST":
            self.takes(q, **{"$TextField$4": "mobile_phone"})
            if not self.fresh(q, "Contact", sid):
                return self.stale(here + "&service=page/Contact")
            v = {k: q.get(n).strip() for k, n in self.CONTACT}
            if any(not q.has(n) for _, n in self.CONTACT):
                err = "欄位不足"
            elif not re.fullmatch(r"09\d{8}", v["mobile_phone"]):
                err = "行動電話應為10碼數字"
            elif any(len(x) > 40 for x in v.values()):
                err = "欄位長度超過"
            else:
                self.truth.saved_contact = v
                self.truth.counts["contact_saved"] += 1
                ok = '<P><FONT COLOR="#006600"><B>存檔成功 (N-0002)</B></FONT>'
        def cell(label: str, key: str, note: str) -> str:
            return f'<TD BGCOLOR="#DDE6F0">{label}</TD><TD><INPUT TYPE="text" NAME="{dict(self.CONTACT)[key]}" VALUE="{escape(v[key])}" SIZE="16" MAXLENGTH="40"><BR><FONT SIZE="-2">{note}</FONT></TD>'
        inner = f"""<INPUT TYPE="submit" NAME="$Submit" VALUE="異動儲存"><TABLE BORDER="1" CELLSPACING="0">
<TR><TD>員工編號：</TD><TD>{p.employee_id}</TD><TD>姓名：</TD><TD>{p.name}</TD></TR>
<TR>{cell("英文姓：", "english_surname", "ex:Chen(陳)")}{cell("英文首名：", "english_given", "ex: Yi-Fen(怡芬)")}</TR>
<TR>{cell("英文中名：", "english_middle", "ex:Mary 為英文別名，如無，可不填")}<TD COLSPAN="2">&nbsp;</TD></TR>
<TR>{cell("辦公室電話：", "office_phone", "ex:61234或23123456")}{cell("住宅電話：", "home_phone", "ex:0223123456")}</TR>
<TR>{cell("行動電話：", "mobile_phone", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")}<TD COLSPAN="2">&nbsp;</TD></TR></TABLE>"""
        return self.html("維護個人連絡資料", f'<H3>台大醫院---維護個人連絡資料</H3>{self.error(err)}{ok}{self.form(here, "Contact", inner, ",".join(n for _, n in self.CONTACT) + ",$Submit", sid)}{nav}')

    # ==================================================== account
    def account(self, q: Request) -> Response:
        img = self.image(q)
        if img:
            return img
        sid = q.cookies.get("ACCSESSIONID", "")
        h = self.helpers.get(sid)
        service = q.get("service") or "page/Home"
        if q.path == "/":
            return redirect("/acc/app")
        if q.path != "/acc/app":
            return Response("HTTP Status 404", 404, "text/html; charset=big5")
        if service == "page/Home":
            return self.html("帳號服務", """<P>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼
<TABLE BORDER="1" WIDTH="760"><TR><TH>《規範》<TR><TD>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<UL><LI>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。<LI>請注意此帳號密碼與醫療行政系統(Portal)不同</UL>
<TR><TH>《常見問題與服務》<TR><TD>密碼修改後多久可以生效 - 即時生效。<BR>忘記密碼 - 請您親自以下方按鈕取得簡訊後進行密碼設定。</TABLE>
<TABLE CELLPADDING="6"><TR><TD><A HREF="/acc/app?service=direct/0/Home/$DirectLink&amp;sp=S1">啟用網路帳號及首次<BR>雲端帳號密碼設定</A><TD>啟用本院微軟相關服務，如：Office365, Outlook...
<TR><TD><A HREF="/acc/app?service=direct/0/Home/$DirectLink&amp;sp=S2">重置雲端服務密碼</A><TD>重設非Portal帳號的密碼
<TR><TD><A HREF="/acc/app?service=direct/0/Home/$DirectLink&amp;sp=S3">總院廠商VPN展延申請</A><TD>重新啟用申請。</TABLE>""")
        if service == "direct/0/Home/$DirectLink":
            if q.query.get("sp") not in ("S1", "S2"):
                return self.html("VPN", '<P>請洽資訊服務台。<A HREF="/acc/app">回首頁</A>')
            sid = secrets.token_hex(16).upper()
            self.helpers[sid] = {"goal": q.query["sp"], "id": "", "code": "", "at": 0.0, "ok": False}
            return redirect("/acc/app?service=page/Verify", ("Set-Cookie", f"ACCSESSIONID={sid}; Path=/acc"))
        if q.method == "POST":
            self.takes(q, **{"direct/1/Verify/$Form": {"$TextField": "employee_id", "$TextField$0": "code"}, "direct/1/Phone/$Form": {"$TextField": "registered_phone"},
                             "direct/1/Alias/$Form": {"$TextField": "alias", "$PasswordField": "cloud_password"}, "direct/1/Reset/$Form": {"$PasswordField": "cloud_password"}}.get(service, {}))
        if not h:
            return self.stale("/acc/app")
        if q.method == "GET":
            if service == "page/Verify":
                return self.verify(h, sid)
            if service == "direct/0/Border/$DirectLink":
                if h["ok"]:
                    self.truth.sessions.discard("account:" + sid)
                    self.truth.counts["sign_out_account"] += 1
                del self.helpers[sid]
                return redirect("/acc/app")
            if h["ok"] and service == "page/Alias" and h["goal"] == "S1":
                return self.alias(h, sid)
            if h["ok"] and service == "page/Reset" and h["goal"] == "S2":
                return self.reset(sid)
            return self.stale("/acc/app")
        page = service.split("/")[2] if service.count("/") == 3 else ""
        if page not in ("Verify", "Phone", "Alias", "Reset") or not self.fresh(q, page, sid) or (page in ("Alias", "Reset") and not h["ok"]):
            return self.stale("/acc/app")
        if page == "Verify":
            return self.verified(q, h, sid)
        if page == "Phone":
            if q.get("$TextField").strip() != self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone):
                return self.phone(sid, "門號與登記不符，未發送 (E-2003)")
            h["code"], h["at"] = self.truth.new_message(), time.time()
            return self.html("動態碼", '<H3>動態碼簡訊發送成功</H3><P>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」<P><A HREF="/acc/app?service=page/Verify">確定</A>')
        if page == "Alias":
            return self.aliased(q, h, sid)
        pw = q.get("$PasswordField")
        if not self.truth.alias:
            return self.reset(sid, "尚未啟用網路帳號")
        if not self.strong(pw):
            return self.reset(sid, "密碼需8碼以上含英文及數字")
        self.truth.cloud_password = pw
        return self.html("完成", f"<H3>雲端服務密碼已重置 (N-0004)</H3>{self.END}")

    END = '<P><A HREF="/acc/app?service=direct/0/Border/$DirectLink&amp;sp=S0">結束作業並登出</A>'

    @staticmethod
    def strong(pw: str) -> bool:
        return 8 <= len(pw) <= 32 and bool(re.search("[A-Za-z]", pw)) and bool(re.search("[0-9]", pw))

    def verify(self, h: dict, sid: str, err: str = "") -> Response:
        head = "啟用網路帳號及首次雲端帳號密碼設定" if h["goal"] == "S1" else "重置雲端服務密碼"
        send = ' <INPUT TYPE="submit" NAME="$Submit" VALUE="發送簡訊動態碼">'
        inner = f"""<TABLE BORDER="0">{self.line("網路帳號 / 主職員工編號", "$TextField", value=h["id"], after=send, limit=6)}{self.line("簡訊(或MOTP)動態碼", "$TextField$0", limit=8)}
<TR><TD COLSPAN="2" ALIGN="right"><INPUT TYPE="submit" NAME="$Submit$0" VALUE="下一步"></TD></TR></TABLE>"""
        return self.html(head, f"""<B>注意事項</B><UL><LI>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<LI>請輸入帳號與簡訊動態碼後按「下一步」。</UL>
<H3>{head}</H3>{self.error(err)}{self.form("/acc/app", "Verify", inner, "$TextField,$Submit,$TextField$0,$Submit$0", sid)}<A HREF="/acc/app">回首頁</A>""")

    def phone(self, sid: str, err: str = "") -> Response:
        inner = f"""<TABLE BORDER="2" ALIGN="center" CELLPADDING="8"><TR><TD>請輸入帳號登記的手機門號(10碼)<BR><INPUT TYPE="text" NAME="$TextField" VALUE="" MAXLENGTH="10"></TD></TR>
<TR><TD ALIGN="center"><INPUT TYPE="submit" NAME="$Submit" VALUE="確定發送"> <INPUT TYPE="button" VALUE="取消" ONCLICK="location.href='/acc/app?service=page/Verify'"></TD></TR></TABLE>"""
        return self.html("發送", self.error(err) + self.form("/acc/app", "Phone", inner, "$TextField,$Submit", sid))

    def verified(self, q: Request, h: dict, sid: str) -> Response:
        h["id"] = q.get("$TextField").strip()
        if h["id"] != self.truth.person.employee_id:
            return self.verify(h, sid, "帳號不存在或已停用 (E-2001)")
        if q.has("$Submit"):
            return self.phone(sid)
        if not q.has("$Submit$0"):
            return self.verify(h, sid)
        if not h["code"] or q.get("$TextField$0").strip() != h["code"] or time.time() - h["at"] > 120:
            self.truth.counts["code_refused"] += 1
            return self.verify(h, sid, "動態碼逾時失效 (E-2005)" if h["code"] and time.time() - h["at"] > 120 else "動態碼不符 (E-2004)")
        h["ok"], h["code"] = True, ""
        self.truth.sessions.add("account:" + sid)
        self.truth.counts["code_accepted"] += 1
        return redirect("/acc/app?service=page/" + ("Alias" if h["goal"] == "S1" else "Reset"))

    def alias(self, h: dict, sid: str, err: str = "", name: str = "") -> Response:
        p = self.truth.person
        facts = "".join(f'<TR><TD ALIGN="right" BGCOLOR="#DDE6F0">{a}</TD><TD>{b}</TD></TR>' for a, b in (
            ("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        if self.truth.alias:
            return self.html("設定密碼與郵件別名", f"""<H3>設定密碼與郵件別名</H3>{self.error(err)}<TABLE>{facts}
<TR><TD ALIGN="right" BGCOLOR="#DDE6F0">雲端服務帳號 (電子郵件名稱)</TD><TD>{escape(self.truth.alias)}@ntuh.gov.tw</TD></TR></TABLE><P>此帳號業於先前啟用完畢 (N-0005)，毋須再辦。{self.END}""")
        inner = f"""<TABLE>{facts}{self.line("雲端服務帳號<BR>(電子郵件名稱)", "$TextField", value=name, after="@ntuh.gov.tw 名稱長度限64字元內", limit=64)}{self.line("雲端服務密碼", "$PasswordField", "password", after="8碼以上，含英文及數字", limit=32)}</TABLE>
<INPUT TYPE="submit" NAME="$Submit" VALUE="取消啟用"> <INPUT TYPE="submit" NAME="$Submit$0" VALUE="啟用雲端服務"> 服務於設定完成隔日生效"""
        return self.html("設定密碼與郵件別名", f'<H3>設定密碼與郵件別名</H3>{self.error(err)}{self.form("/acc/app", "Alias", inner, "$TextField,$PasswordField,$Submit,$Submit$0", sid)}{self.END}')

    def aliased(self, q: Request, h: dict, sid: str) -> Response:
        name, pw = q.get("$TextField").strip(), q.get("$PasswordField")
        if q.has("$Submit"):
            return redirect("/acc/app")
        if not q.has("$Submit$0"):
            return self.alias(h, sid, "", name)
        if self.truth.alias:
            return self.alias(h, sid, "不可重複啟用 (E-3001)")
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{2,63}", name):
            return self.alias(h, sid, "名稱不合規定 (E-3002)：限英文字母起首之英數字及 . _ -", name)
        if name.lower() == "taken.name":
            return self.alias(h, sid, "名稱重複 (E-3003)：已有他人使用", name)
        if not self.strong(pw):
            return self.alias(h, sid, "雲端服務密碼需8碼以上，含英文及數字 (E-3004)", name)
        self.truth.alias, self.truth.cloud_password = name, pw
        self.truth.counts["activated"] += 1
        return self.html("完成", f"<H3>申請完成 (N-0003)</H3><P>{escape(name)}@ntuh.gov.tw 已登錄，隔日起可使用雲端服務。{self.END}")

    def reset(self, sid: str, err: str = "") -> Response:
        inner = f'<TABLE>{self.line("新雲端服務密碼", "$PasswordField", "password", limit=32)}</TABLE><INPUT TYPE="submit" NAME="$Submit" VALUE="確定">'
        return self.html("重置雲端服務密碼", f'<H3>重置雲端服務密碼</H3>{self.error(err)}{self.form("/acc/app", "Reset", inner, "$PasswordField,$Submit", sid)}{self.END}')

    # ==================================================== mail
    def mail(self, q: Request) -> Response:
        img = self.image(q, "abcdefghjkmnpqrstuvwxy3456789", 4)
        if img:
            return img
        sid = q.cookies.get("WMSESSIONID", "")
        service = q.get("service") or "page/Logon"
        if q.path == "/":
            return redirect("/webmail/app?service=page/Logon")
        err = ""
        if q.method == "POST":
            self.takes(q, **{"$TextField": "mail_account", "$PasswordField": "mail_password", "$TextField$0": "captcha"})
            if not self.fresh(q, "Logon"):
                return self.stale("/webmail/app")
            if not self.matched(q):
                err = "驗證碼有誤"
            elif not self.truth.alias or q.get("$TextField").split("@")[0].lower() != self.truth.alias.lower() or q.get("$PasswordField") != self.truth.cloud_password:
                err = "帳號密碼有誤"
            else:
                sid = secrets.token_hex(16).upper()
                self.mailers[sid] = {}
                self.truth.sessions.add("mail:" + sid)
                self.truth.counts["mail_sign_in"] += 1
                return redirect("/webmail/app?service=page/Inbox", ("Set-Cookie", f"WMSESSIONID={sid}; Path=/webmail"))
        elif sid in self.mailers and service == "direct/0/Inbox/$DirectLink":
            del self.mailers[sid]
            self.truth.sessions.discard("mail:" + sid)
            self.truth.counts["sign_out_mail"] += 1
            return redirect("/webmail/app?service=page/Logon")
        elif sid in self.mailers and service == "page/Inbox":
            return self.html("收件匣", f"""<TABLE WIDTH="100%"><TR><TD>{escape(self.truth.alias)}@ntuh.gov.tw 收件匣 (1/1)<TD ALIGN="right"><A HREF="/webmail/app?service=direct/0/Inbox/$DirectLink">登出</A></TABLE>
<TABLE BORDER="1"><TR><TH>#<TH>寄件者<TH>主旨<TR><TD>1<TD>資訊室<TD>歡迎使用</TABLE>""")
        no = self.new_image()
        inner = f"""<INPUT TYPE="hidden" NAME="$Hidden$0" VALUE="{no}"><TABLE>{self.line("帳號:", "$TextField")}{self.line("密碼:", "$PasswordField", "password")}
{self.line("驗證碼(小寫字母或數字):", "$TextField$0", size=6, after=f'<IMG SRC="/servlet/checkImage?no={no}">', limit=4)}
<TR><TD></TD><TD><INPUT TYPE="checkbox" NAME="$Checkbox">記住登入資訊 (公用電腦請勿勾選)</TD></TR></TABLE><INPUT TYPE="submit" NAME="$Submit" VALUE="登入">"""
        return self.html("電子信", f'<H3>電子信</H3>{self.error(err)}{self.form("/webmail/app", "Logon", inner, "$TextField,$PasswordField,$TextField$0,$Checkbox,$Submit")}<B>公佈欄</B><P>※如無法登入，請先至下方網址變更密碼<P><A HREF="{self.urls["account"]}/">帳號服務</A>')

"""A Lotus Domino shop: .nsf databases, framesets, outlines, action bars and _doClick."""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

CLICK = """<SCRIPT LANGUAGE="JavaScript" TYPE="text/javascript">
<!--
function _doClick(v, o, t, h) {
  var form = document.forms[0];
  if (form.onsubmit) { var r = form.onsubmit(); if (typeof r == "boolean" && r == false) return false; }
  if (t) form.target = t;
  form.__Click.value = v;
  form.submit();
  return false;
}
// -->
</SCRIPT>
"""
DB = "48256F1B002C9A11"


def page(title: str, body: str, click: bool = False, color: str = "FFFFFF") -> Response:
    return Response(f'<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">\n<HTML>\n<!-- Lotus-Domino (Release 8.5.3) -->\n<HEAD>\n<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=utf-8">\n<TITLE>{title}</TITLE>\n{CLICK if click else ""}</HEAD>\n<BODY TEXT="000000" BGCOLOR="{color}">\n{body}\n</BODY>\n</HTML>\n',
                    headers=[("Server", "Lotus-Domino"), ("Cache-Control", "no-cache")])


def button(label: str, ref: str) -> str:
    return f'<INPUT TYPE="button" onClick="return _doClick(\'{DB}.{ref}/$Body/0.{ref[-3:]}\', this, null)" VALUE="{label}">'


def action(label: str, ref: str) -> str:
    return f'<TD BGCOLOR="#C0C0C0"><A HREF="" onClick="return _doClick(\'{DB}.{ref}/$ACTIONS/0.{ref[-3:]}\', this, null)"><IMG SRC="/icons/actn010.gif" BORDER=0 ALT=""> <FONT SIZE=2 FACE="細明體">{label}</FONT></A></TD>'


def clicked(request: Request) -> str:
    """The reference of the pressed button: `48….a1b2/$Body/0.1b2` -> `a1b2`."""
    found = re.match(DB + r"\.(\w+)/\$", request.get("__Click"))
    return found.group(1) if found else ""


class TheSite(Site):
    title = "Lotus Domino"

    def __init__(self) -> None:
        super().__init__()
        self.nonces: set[str] = set()
        self.logged: dict[str, str] = {}
        self.docs: dict[str, dict] = {}

    def nonce(self) -> str:
        fresh = secrets.token_hex(8).upper()
        self.nonces.add(fresh)
        return f'<INPUT NAME="__Click" TYPE=hidden VALUE="0"><INPUT TYPE=hidden NAME="%%ModDate" VALUE="{secrets.token_hex(8).upper()}"><INPUT TYPE=hidden NAME="%%Nonce" VALUE="{fresh}">'

    def stale(self, request: Request) -> Response | None:
        one = request.get("%%Nonce")
        if one in self.nonces and request.has("%%ModDate"):
            self.nonces.discard(one)
            return None
        return Response("<HTML><HEAD><TITLE>Error</TITLE></HEAD><BODY><H1>Error 500</H1>HTTP Web Server: Document has been saved by another user - 文件狀態已失效，請重新開啟表單</BODY></HTML>", 500)

    # ------------------------------------------------------------------ portal.nsf, names.nsf
    def portal(self, request: Request) -> Response:
        t, path = self.truth, request.path
        if path == "/portal.nsf/GetCode":
            return Response(picture(t.new_captcha(), "GIF"), kind="image/gif", headers=[("Cache-Control", "no-store")])
        if path == "/names.nsf" and "Logout" in request.query:
            sid = request.cookies.get("DomAuthSessId", "") or request.query.get("SESSION", "")
            sid = request.query.get("SESSION", sid)
            if f"portal:{sid}" in t.sessions:
                t.sessions.discard(f"portal:{sid}")
                t.counts["sign_out_portal"] += 1
            return redirect("/portal.nsf?Open", ("Set-Cookie", "DomAuthSessId=; path=/; Max-Age=0"))
        if path == "/names.nsf" and request.method == "POST":
            return self.sign_in(request)
        sid = request.cookies.get("DomAuthSessId", "")
        if path == "/":
            return redirect("/portal.nsf?Open")
        if not path.startswith("/portal.nsf"):
            return Response("<H1>Error 404</H1>HTTP Web Server: Couldn't find design note", 404)
        if f"portal:{sid}" not in t.sessions:
            return self.login_form("")
        if path in ("/portal.nsf", "/portal.nsf/Main"):
            return Response(f"""<HTML>
<HEAD><TITLE>台大醫院 Portal</TITLE></HEAD>
<FRAMESET ROWS="70,*" BORDER=0>
<FRAME NAME="TOP" SRC="/portal.nsf/Banner?OpenPage" SCROLLING=NO NORESIZE>
<FRAMESET COLS="210,*">
<FRAME NAME="LEFT" SRC="/portal.nsf/Outline?OpenPage&Expand={request.query.get("Expand", "7")}">
<FRAME NAME="BODY" SRC="/portal.nsf/Welcome?OpenPage">
</FRAMESET>
<NOFRAMES><BODY>您的瀏覽器不支援框架</BODY></NOFRAMES>
</FRAMESET>
</HTML>""")
        if path == "/portal.nsf/Banner":
            return page("Banner", f'<TABLE WIDTH="100%"><TR><TD><B>台大醫院 守護健康, 醫界典範</B><TD>{t.person.name} 您好!<TD ALIGN=right><FORM ACTION="/portal.nsf/Search?SearchSite" METHOD=GET TARGET="BODY"><INPUT NAME="Query" VALUE="" SIZE=12 MAXLENGTH=40><INPUT TYPE=submit VALUE="搜尋"></FORM><TD><A HREF="/names.nsf?Logout&SESSION={sid}" TARGET="_top"><IMG SRC="/icons/exit.gif" ALT="登出" BORDER=0>登出</A></TABLE>', color="E0E8FF")
        if path == "/portal.nsf/Outline":
            groups = ("醫療系統", "醫療支援", "其他資源", "數位學習", "資訊安全", "行政系統", "個人管理")
            opened, out = request.query.get("Expand", "7"), ""
            for i, g in enumerate(groups, 1):
                out += f'<TR><TD><A HREF="/portal.nsf/Outline?OpenPage&Expand={i}" TARGET="LEFT"><IMG SRC="/icons/{"collapse" if opened == str(i) else "expand"}.gif" BORDER=0 ALT="{"-" if opened == str(i) else "+"}"> {g}</A></TD></TR>\n'
                if opened == str(i) == "7":
                    for form, name in (("fmPassword", "更改密碼"), ("fmSign", "個人簽章提醒設定"), ("fmTax", "薪資所得免稅額申報表"), ("vwStaff", "查詢員工連絡資料"), ("fmContact", "維護個人連絡資料"), ("fmMed", "個人就醫紀錄查詢"), ("fmMob", "行動憑證申請")):
                        out += f'<TR><TD>&nbsp;&nbsp;&nbsp;<A HREF="{self.urls["inner"]}/hr/staff.nsf/{form}?OpenForm&SESSION={sid}" TARGET="BODY"><FONT SIZE=2>{name}</FONT></A></TD></TR>\n'
            return page("Outline", f"<TABLE BORDER=0 CELLPADDING=1>\n{out}</TABLE>", color="F4F4E8")
        if path == "/portal.nsf/Search":
            self.takes(request)
            return page("Search", "查無符合條件的文件。")
        return page("Welcome", "<H3>全院公告</H3><TABLE BORDER=1><TR><TH>日期<TH>標題<TR><TD>2019/10/21<TD>請全院同仁填報「薪資所得免稅額申報表」<TR><TD>2018/12/13<TD>Portal資訊系統登入首頁改版說明</TABLE><P>請由左側大綱選擇作業")

    def login_form(self, reason: str, name: str = "") -> Response:
        choices = "".join(f"<OPTION VALUE={v}>{n}" for v, n in (("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("T4", "新竹分院"), ("Y0", "雲林分院")))
        return page("Server Login", f"""<FORM METHOD=POST ACTION="/names.nsf?Login" NAME="_LoginForm">{self.nonce()}
<INPUT TYPE=hidden NAME="RedirectTo" VALUE="/portal.nsf/Main?OpenFrameset"><INPUT TYPE=hidden NAME="reasonType" VALUE="{1 if reason else 0}">
<CENTER><H2>台大醫院 醫療資訊系統<BR><FONT SIZE=2>National Taiwan University Hospital</FONT></H2>
<FONT COLOR="#FF0000"><B>{reason}</B></FONT>
<TABLE BORDER=0>
<TR VALIGN=top><TD><FONT FACE="標楷體">院區<BR><I><FONT SIZE=1>Hospital</FONT></I></FONT><TD><INPUT TYPE=hidden NAME="%%Surrogate_Campus" VALUE="1"><SELECT NAME="Campus">{choices}</SELECT>
<TR VALIGN=top><TD><FONT FACE="標楷體">帳號<BR><I><FONT SIZE=1>User name</FONT></I></FONT><TD><INPUT NAME="Username" VALUE="{escape(name)}" MAXLENGTH=256 SIZE=20>
<TR VALIGN=top><TD><FONT FACE="標楷體">密碼<BR><I><FONT SIZE=1>Password</FONT></I></FONT><TD><INPUT NAME="Password" VALUE="" TYPE=password MAXLENGTH=256 SIZE=20>
<TR VALIGN=top><TD><FONT FACE="標楷體">驗證碼<BR><I><FONT SIZE=1>Verification</FONT></I></FONT><TD><INPUT NAME="VerifyCode" VALUE="" SIZE=8> <IMG SRC="/portal.nsf/GetCode?OpenAgent&r={secrets.randbelow(10**8)}" WIDTH=120 HEIGHT=36><BR><FONT SIZE=2>(不用區分大小寫)</FONT>
</TABLE>
<INPUT TYPE=submit VALUE="登入 Log In"> <INPUT TYPE=reset VALUE="重填"></CENTER></FORM>
<P><FONT SIZE=2>帳號：6位數數字。密碼：預設為身分證號（英文字母大寫）。</FONT>""")

    def sign_in(self, request: Request) -> Response:
        self.takes(request, Username="employee_id", Password="portal_password", VerifyCode="captcha", Campus="campus")
        t = self.truth
        bad = self.stale(request)
        if bad:
            return bad
        right, t.captcha = t.captcha, ""
        name = request.get("Username").strip()
        if not right or request.get("VerifyCode").strip().upper() != right:
            reason = "您輸入的驗證字元與圖片不同，請再試一次。"
        elif name != t.person.employee_id or request.get("Password") != t.portal_password:
            reason = "您提供的使用者名稱或密碼無效。(Invalid username or password)"
        elif request.get("Campus") != "T0":
            reason = "您不是該院區的註冊使用者。"
        else:
            sid = secrets.token_hex(16).upper()
            t.sessions.add(f"portal:{sid}")
            t.counts["sign_in"] += 1
            return redirect(request.get("RedirectTo") if request.get("RedirectTo").startswith("/portal.nsf") else "/portal.nsf/Main?OpenFrameset", ("Set-Cookie", f"DomAuthSessId={sid}; path=/"))
        t.counts["sign_in_refused"] += 1
        return self.login_form(reason, name)

    # ------------------------------------------------------------------ hr/staff.nsf on the other host
    def inner(self, request: Request) -> Response:
        t = self.truth
        sid = request.query.get("SESSION") or request.cookies.get("LtpaToken", "")
        if f"portal:{sid}" not in t.sessions:
            return page("Not authorized", f'<H2>您未獲授權執行該作業</H2>請先<A HREF="{self.urls["portal"]}/" TARGET="_top">登入Portal</A>')
        form = request.path.rsplit("/", 1)[-1]
        if request.method == "GET":
            answer = {"fmPassword": self.password, "fmContact": self.contact}.get(form, self.nothing)(sid, "")
            answer.headers.append(("Set-Cookie", f"LtpaToken={sid}; path=/"))
            return answer
        if form == "fmPassword":
            self.takes(request, OldPass="old_password", NewPass="new_password", NewPass2="new_password_again")
        else:
            self.takes(request, MobilePhone="mobile_phone")
        bad = self.stale(request)
        if bad:
            return bad
        if form == "fmPassword" and clicked(request) == "a7c0":
            old, new, again = request.get("OldPass"), request.get("NewPass"), request.get("NewPass2")
            wrong = ("舊密碼輸入錯誤" if old != t.portal_password else "新密碼兩次輸入不同" if new != again else
                     "新密碼須為八個字元以上，且包含英文及數字" if len(new) < 8 or not (re.search("[a-zA-Z]", new) and re.search(r"\d", new)) else "新舊密碼不可一樣" if new == old else "")
            if wrong:
                t.counts["password_refused"] += 1
                return self.password(sid, wrong)
            t.portal_password = new
            t.counts["password_changed"] += 1
            return page("Form processed", f"<H3>表單處理完畢</H3>您的密碼已經更新，謝謝您。<P>{self.ways(sid)}")
        if form == "fmContact" and clicked(request) == "b3d4":
            names = [n for n, *_ in self.FIELDS]
            if not all(request.has(n) for n in names) or not re.fullmatch(r"09[0-9]{8}", request.get("MobilePhone")):
                return self.contact(sid, "欄位驗證失敗：行動電話應為十位數字")
            t.saved_contact = {key: request.get(n) for n, key, *_ in self.FIELDS}
            t.counts["contact_saved"] += 1
            return self.contact(sid, f"文件已儲存 {time.strftime('%Y/%m/%d %H:%M')}")
        return Response("<H1>Error 400</H1>HTTP Web Server: Invalid URL Exception", 400)

    def ways(self, sid: str) -> str:
        return f'<A HREF="{self.urls["portal"]}/portal.nsf/Main?OpenFrameset" TARGET="_top">[回功能選單]</A> <A HREF="{self.urls["portal"]}/names.nsf?Logout&SESSION={sid}" TARGET="_top">[登出系統]</A>'

    def nothing(self, sid: str, said: str) -> Response:
        return page("-", f"本作業目前未對您開放。<P>{self.ways(sid)}")

    def password(self, sid: str, said: str) -> Response:
        return page("更改密碼", f"""<FORM METHOD=post ACTION="/hr/staff.nsf/fmPassword?OpenForm&Seq=1" NAME="_fmPassword" AUTOCOMPLETE=off>{self.nonce()}
<TABLE BORDER=0><TR>{action("送出變更", "a7c0")}</TABLE><HR>
<B><FONT SIZE=4 COLOR="#000080">更改密碼</FONT></B><BR>
<FONT COLOR="#FF0000">{said}</FONT>
<TABLE BORDER=0 WIDTH=500>
<TR><TD WIDTH=200><B>請輸入舊密碼：</B><TD><INPUT NAME="OldPass" TYPE=password VALUE="">
<TR><TD WIDTH=200><B>請輸入新密碼：</B><TD><INPUT NAME="NewPass" TYPE=password VALUE="">
<TR><TD WIDTH=200><B>請再輸入新密碼：</B><TD><INPUT NAME="NewPass2" TYPE=password VALUE="">
<TR><TD WIDTH=200><B>密碼強度檢核：</B><TD><FONT COLOR="#808080">(輸入後顯示)</FONT></TABLE>
密碼設定條件：<UL><LI>1.密碼長度不可少於8個字元<LI>2.密碼內容需包含英文及數字</UL></FORM>{self.ways(sid)}""", True)

    FIELDS = [("EngSurname", "english_surname", "英文姓：", "ex:Chen(陳)"), ("EngFirst", "english_given", "英文首名：", 'ex: Yi-Fen(怡芬) <A HREF="/hr/staff.nsf/hpName?OpenPage" TARGET="_blank">(說明)</A>'),
              ("EngMiddle", "english_middle", "英文中名：", "ex:Mary 為英文別名，如無，可不填"), ("OfficePhone", "office_phone", "辦公室電話：", "ex:61234或23123456"),
              ("HomePhone", "home_phone", "住宅電話：", "ex:0223123456"), ("MobilePhone", "mobile_phone", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")]

    def contact(self, sid: str, said: str) -> Response:
        t = self.truth
        rows = "".join(f'<TR><TD><FONT SIZE=2>{label}</FONT></TD><TD>[<INPUT NAME="{n}" VALUE="{escape(t.saved_contact.get(key, getattr(t.person, key)))}" SIZE=24>] <FONT SIZE=1 COLOR="#808080">{hint}</FONT></TD></TR>\n' for n, key, label, hint in self.FIELDS)
        return page("維護個人連絡資料", f"""<FORM METHOD=post ACTION="/hr/staff.nsf/fmContact?OpenForm&Seq=1" NAME="_fmContact">{self.nonce()}
<TABLE BORDER=0 CELLSPACING=4><TR>{action("異動儲存", "b3d4")}</TABLE>
<H4>台大醫院---維護個人連絡資料</H4>
<FONT COLOR="#0000FF"><B>{said}</B></FONT>
<TABLE BORDER=0>
<TR><TD><FONT SIZE=2>員工編號：</FONT></TD><TD>{t.person.employee_id} <FONT SIZE=2>姓名：</FONT>{t.person.name}</TD></TR>
{rows}</TABLE></FORM>{self.ways(sid)}""", True)

    # ------------------------------------------------------------------ help.nsf
    def account(self, request: Request) -> Response:
        path, t = request.path, self.truth
        if path in ("/", "/help.nsf"):
            return redirect("/help.nsf/Home?OpenPage")
        if path == "/help.nsf/Home":
            return page("網路帳號", """<H3>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</H3>
適用功能：本院雲端服務、電子郵件信箱、VPN、數位學習及院內非Portal之業務
<P><B>《規範》</B><BR>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用
<UL><LI>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。<LI>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</UL>
<B>《常見問題與服務》</B><BR><A NAME="q1"></A>密碼修改後多久可以生效<UL><LI>即時生效。</UL>忘記密碼<UL><LI>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</UL><HR>
<TABLE CELLPADDING=6><TR><TD><IMG SRC="/icons/vwicn005.gif" ALT=""><TD><A HREF="/help.nsf/fmVerify?OpenForm&Kind=ENABLE">啟用網路帳號及<BR>首次雲端帳號密碼設定</A><TD>啟用本院微軟相關服務，如：Office365, Outlook...
<TR><TD><IMG SRC="/icons/vwicn006.gif" ALT=""><TD><A HREF="/help.nsf/fmVerify?OpenForm&Kind=RESET">重置雲端服務密碼</A><TD>重設非Portal帳號的密碼：Email, 無線網路, KM, TMS, RedCap
<TR><TD><IMG SRC="/icons/vwicn007.gif" ALT=""><TD><A HREF="/help.nsf/VPN?OpenPage">總院廠商VPN展延申請</A><TD>總院廠商VPN到期，重新啟用申請。</TABLE>""")
        if path == "/help.nsf/fmVerify" and request.method == "GET" and "Doc" not in request.query:
            unid = secrets.token_hex(16).upper()
            self.docs[unid] = {"kind": request.query.get("Kind", "ENABLE"), "emp": "", "code": "", "at": 0.0, "ok": False}
            return self.verify(unid, "")
        unid = request.query.get("Doc", "")
        doc = self.docs.get(unid)
        if doc is None:
            return page("404", 'HTTP Web Server: 找不到文件。<P><A HREF="/help.nsf/Home?OpenPage">首頁</A>') if path != "/help.nsf/VPN" else page("VPN", "限廠商窗口申請")
        if path == "/help.nsf/Quit":
            if f"account:{unid}" in t.sessions:
                t.sessions.discard(f"account:{unid}")
                t.counts["sign_out_account"] += 1
            self.docs.pop(unid)
            return redirect("/help.nsf/Home?OpenPage")
        step = {"/help.nsf/fmVerify": self.verify, "/help.nsf/fmPhone": self.phone, "/help.nsf/fmAlias": self.alias, "/help.nsf/fmReset": self.reset}.get(path)
        if step is None:
            return Response("<H1>Error 404</H1>", 404)
        if step in (self.alias, self.reset) and not doc["ok"]:
            return redirect("/help.nsf/Home?OpenPage")
        if request.method == "GET":
            return step(unid, "")
        self.takes(request, EmpNo="employee_id", MOTP="code", Phone="registered_phone", MailName="alias", NewCloud="cloud_password", NewCloud2="cloud_password_again")
        bad = self.stale(request)
        if bad:
            return bad
        return {"c101": self.do_send, "c202": self.do_next, "c303": self.do_phone, "d101": self.do_enable, "d202": self.do_reset}.get(clicked(request), lambda r, u, d: step(u, "請使用頁面上的按鈕"))(request, unid, doc)

    def note(self) -> str:
        return "<HR><B>注意事項</B><UL><LI>電子郵件別名第一次設定之後則不能修改，請慎重選擇。<LI>限尚未啟用雲端服務帳號者使用，雲端服務帳號於首次設定之隔日生效。<LI>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<LI>請輸入帳號與簡訊動態碼後按「下一步」。</UL>"

    def verify(self, unid: str, said: str) -> Response:
        doc = self.docs[unid]
        return page("身分驗證", f"""<FORM METHOD=post ACTION="/help.nsf/fmVerify?EditDocument&Doc={unid}" NAME="_fmVerify">{self.nonce()}
<H3>{"啟用網路帳號及首次雲端帳號密碼設定" if doc["kind"] == "ENABLE" else "重置雲端服務密碼"}</H3><FONT COLOR=red>{said}</FONT>
<TABLE BORDER=1 CELLPADDING=4><TR><TD BGCOLOR="#E1E1E1">網路帳號 / 主職員工編號</TD><TD><INPUT NAME="EmpNo" VALUE="{escape(doc["emp"])}" MAXLENGTH=6></TD><TD>{button("發送簡訊動態碼", "c101")}</TD></TR>
<TR><TD BGCOLOR="#E1E1E1">簡訊(或MOTP)動態碼</TD><TD><INPUT NAME="MOTP" VALUE="" MAXLENGTH=8></TD><TD>&nbsp;</TD></TR>
<TR><TD><TD COLSPAN=2 ALIGN=right>{button("下一步", "c202")}</TABLE></FORM>{self.note()}""", True)

    def phone(self, unid: str, said: str) -> Response:
        return page("發送簡訊", f"""<FORM METHOD=post ACTION="/help.nsf/fmPhone?EditDocument&Doc={unid}" NAME="_fmPhone">{self.nonce()}<FONT COLOR=red>{said}</FONT>
<P>請輸入帳號登記的手機門號(10碼)<BR><INPUT NAME="Phone" VALUE="" MAXLENGTH=10><P>{button("確定發送", "c303")} <INPUT TYPE=button VALUE="取消" onClick="location.href='/help.nsf/fmVerify?EditDocument&Doc={unid}'"></FORM>""", True, "FFFFE0")

    def do_send(self, request: Request, unid: str, doc: dict) -> Response:
        doc["emp"] = request.get("EmpNo").strip()
        if doc["emp"] != self.truth.person.employee_id:
            return self.verify(unid, "通訊錄中查無此編號")
        return redirect(f"/help.nsf/fmPhone?OpenForm&Doc={unid}")

    def do_phone(self, request: Request, unid: str, doc: dict) -> Response:
        t = self.truth
        if not doc["emp"] or request.get("Phone").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
            return self.phone(unid, "您輸入的門號與登記資料不相符")
        doc["code"], doc["at"] = t.new_message(), time.monotonic()
        return page("發送結果", f'<H4>動態碼簡訊發送成功</H4>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」<P><A HREF="/help.nsf/fmVerify?EditDocument&Doc={unid}">[ 確定 ]</A>')

    def do_next(self, request: Request, unid: str, doc: dict) -> Response:
        t = self.truth
        doc["emp"] = request.get("EmpNo").strip()
        late = bool(doc["code"]) and time.monotonic() - doc["at"] > 120
        if late or not doc["code"] or doc["emp"] != t.person.employee_id or request.get("MOTP").strip() != doc["code"]:
            t.counts["code_refused"] += 1
            return self.verify(unid, "動態碼逾時失效" if late else "動態碼驗證失敗，請重新輸入")
        doc.update(ok=True, code="")
        t.sessions.add(f"account:{unid}")
        t.counts["code_accepted"] += 1
        return redirect(f"/help.nsf/{'fmAlias' if doc['kind'] == 'ENABLE' else 'fmReset'}?OpenForm&Doc={unid}")

    def alias(self, unid: str, said: str) -> Response:
        t, p = self.truth, self.truth.person
        head = f"""<H3>設定密碼與郵件別名</H3>雲端服務帳號說明：<OL><LI>雲端服務帳號為跨體系使用。<LI>服務於設定完成隔日生效。</OL>
<TABLE BORDER=1><TR><TD>網路帳號 / 主職員工編號<TD>{p.employee_id}<TR><TD>帳號姓名<TD>{p.name}<TR><TD>主職單位<TD>{p.unit}<TR><TD>有效期限<TD>{p.valid_until}"""
        if t.alias:
            return page("設定", f'{head}<TR><TD>雲端服務帳號<TD>{escape(t.alias)}@ntuh.gov.tw (已啟用)</TABLE><P><FONT COLOR=red>{said}</FONT><B>您的雲端服務帳號已經啟用過，名稱不得更改。</B><P><A HREF="/help.nsf/Quit?OpenAgent&Doc={unid}">離開</A>')
        return page("設定", f"""<FORM METHOD=post ACTION="/help.nsf/fmAlias?EditDocument&Doc={unid}" NAME="_fmAlias">{self.nonce()}{head}
<TR><TD>雲端服務帳號<BR>(電子郵件名稱)<TD><INPUT NAME="MailName" VALUE="" MAXLENGTH=64>@ntuh.gov.tw<BR><FONT SIZE=2>名稱長度限64字元內</FONT></TABLE>
<FONT COLOR=red>{said}</FONT><P><INPUT TYPE=button VALUE="取消啟用" onClick="location.href='/help.nsf/Quit?OpenAgent&Doc={unid}'"> {button("啟用雲端服務", "d101")} 服務於設定完成隔日生效</FORM>""", True)

    def do_enable(self, request: Request, unid: str, doc: dict) -> Response:
        t, name = self.truth, request.get("MailName").strip()
        if not doc["ok"] or doc["kind"] != "ENABLE":
            return redirect("/help.nsf/Home?OpenPage")
        if t.alias:
            return self.alias(unid, "重複啟用，系統不予受理。")
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{1,63}", name):
            return self.alias(unid, "名稱僅可使用英文、數字、句點、底線及連字號")
        if name.lower() == "taken.name":
            return self.alias(unid, f"{escape(name)} 已被其他同仁登記")
        t.alias = name
        t.counts["activated"] += 1
        return page("完成", f'<H3>啟用作業已受理</H3>電子郵件名稱：<B>{escape(name)}@ntuh.gov.tw</B><P>雲端服務密碼尚未設定，請接著執行 <A HREF="/help.nsf/fmVerify?OpenForm&Kind=RESET">重置雲端服務密碼</A> 設定您的密碼。<P><A HREF="/help.nsf/Quit?OpenAgent&Doc={unid}">離開</A>')

    def reset(self, unid: str, said: str) -> Response:
        return page("重置", f"""<FORM METHOD=post ACTION="/help.nsf/fmReset?EditDocument&Doc={unid}" NAME="_fmReset">{self.nonce()}<H3>重置雲端服務密碼</H3><FONT COLOR=red>{said}</FONT>
<TABLE><TR><TD>雲端服務新密碼<TD><INPUT NAME="NewCloud" TYPE=password VALUE=""><TR><TD>雲端服務新密碼確認<TD><INPUT NAME="NewCloud2" TYPE=password VALUE=""></TABLE>(8碼以上，英文及數字混合)<P>{button("重置密碼", "d202")}</FORM><A HREF="/help.nsf/Quit?OpenAgent&Doc={unid}">離開</A>""", True)

    def do_reset(self, request: Request, unid: str, doc: dict) -> Response:
        t, one = self.truth, request.get("NewCloud")
        if not doc["ok"] or doc["kind"] != "RESET":
            return redirect("/help.nsf/Home?OpenPage")
        if not t.alias:
            return self.reset(unid, "尚未啟用網路帳號，請先啟用")
        if len(one) < 8 or not re.search("[a-zA-Z]", one) or not re.search(r"\d", one) or one != request.get("NewCloud2"):
            return self.reset(unid, "密碼不符規定或兩次輸入不同")
        t.cloud_password = one
        return page("完成", f'<H3>密碼重置成功</H3>即時生效。<P><A HREF="/help.nsf/Quit?OpenAgent&Doc={unid}">離開</A>')

    # ------------------------------------------------------------------ mail.nsf
    def mail(self, request: Request) -> Response:
        t, sid = self.truth, request.cookies.get("DomMailSess", "")
        if request.path == "/mail.nsf/vc.png":
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 4), "PNG"), kind="image/png", headers=[("Cache-Control", "no-store")])
        if "Logout" in request.query:
            if f"mail:{sid}" in t.sessions:
                t.sessions.discard(f"mail:{sid}")
                t.counts["sign_out_mail"] += 1
            return redirect("/mail.nsf", ("Set-Cookie", "DomMailSess=; path=/; Max-Age=0"))
        if request.method == "POST":
            self.takes(request, Username="mail_account", Password="mail_password", VCode="captcha")
            bad = self.stale(request)
            if bad:
                return bad
            right, t.captcha = t.captcha, ""
            if not right or request.get("VCode") != right:
                return self.mail_login("驗證碼輸入錯誤")
            if not t.alias or not t.cloud_password or request.get("Username").split("@")[0] != t.alias or request.get("Password") != t.cloud_password:
                return self.mail_login("帳號密碼驗證失敗")
            sid = secrets.token_hex(16)
            t.sessions.add(f"mail:{sid}")
            t.counts["mail_sign_in"] += 1
            return redirect("/mail.nsf/Inbox?OpenView", ("Set-Cookie", f"DomMailSess={sid}; path=/"))
        if request.path == "/":
            return redirect("/mail.nsf")
        if f"mail:{sid}" in t.sessions:
            return page("Inbox", f'<A HREF="/mail.nsf?Logout">登出</A> <B>{escape(t.alias)}</B><H4>收件匣</H4><TABLE BORDER=1><TR><TH>寄件人<TH>主旨<TR><TD>Postmaster<TD><A HREF="/mail.nsf/0/1?OpenDocument">歡迎使用</A></TABLE>')
        return self.mail_login("")

    def mail_login(self, said: str) -> Response:
        return page("iNotes", f"""<FORM METHOD=post ACTION="/mail.nsf?Login" NAME="_MailLogin">{self.nonce()}<FONT COLOR=red>{said}</FONT>
<TABLE><TR><TD>帳號:<TD><INPUT NAME="Username" VALUE=""><TR><TD>密碼:<TD><INPUT NAME="Password" TYPE=password VALUE="">
<TR><TD>驗證碼(小寫字母或數字):<TD><INPUT NAME="VCode" VALUE="" SIZE=6><IMG SRC="/mail.nsf/vc.png?OpenImageResource&{secrets.randbelow(10**6)}">
<TR><TD><TD><INPUT TYPE=hidden NAME="%%Surrogate_Remember" VALUE="1"><INPUT TYPE=checkbox NAME="Remember" VALUE="1">記住登入資訊 (公用電腦請勿勾選)<TR><TD><TD><INPUT TYPE=submit VALUE="登入"></TABLE></FORM>
<B>公佈欄</B><P>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<P>※如無法登入，請先變更密碼""")

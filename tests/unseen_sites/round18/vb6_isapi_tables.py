"""An ISAPI DLL of the late nineties, commands in the address, Big5, tables in tables, a frameset after the sign-in."""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from truth import Request, Response, Site, picture

DLL = "/scripts/ntuhweb.dll"


class TheSite(Site):
    title = "vb6_isapi_tables"
    charset = "cp950"

    def __init__(self) -> None:
        super().__init__()
        self.live: dict[str, str] = {}
        self.seq: dict[str, str] = {}
        self.apply: dict[str, dict] = {}
        self.post: dict[str, str] = {}

    # ----- Response.Write
    def out(self, title: str, body: str, bg: str = "#FFFFFF", more: tuple = ()) -> Response:
        return Response(f"""<HTML>
<HEAD>
<TITLE>{title}</TITLE>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5">
<META NAME="GENERATOR" CONTENT="Microsoft Visual Basic 6.0 WebClass">
</HEAD>
<BODY BGCOLOR="{bg}" TEXT=#000000 LINK=#0000CC>
{body}
</BODY>
</HTML>""", kind="text/html; charset=big5", headers=list(more))

    def err(self, words: str, link: str, name: str = "回上一頁", target: str = "") -> Response:
        return self.out("系統訊息", f"""<CENTER><BR><BR><TABLE BORDER=3 WIDTH=420 CELLPADDING=8><TR><TD BGCOLOR=#FFCC99 ALIGN=CENTER><B>系 統 訊 息</B></TD></TR>
<TR><TD ALIGN=CENTER><FONT COLOR=#CC0000>{words}</FONT></TD></TR><TR><TD ALIGN=CENTER><A HREF="{link}"{target}>{name}</A></TD></TR></TABLE></CENTER>""")

    def cmd(self, request: Request) -> str:
        return request.get("MfcISAPICommand") or request.query.get("MfcISAPICommand", "")

    def jump(self, to: str, *more: tuple[str, str]) -> Response:
        return self.out("處理中", f'<META HTTP-EQUIV="REFRESH" CONTENT="0;URL={to}"><FONT SIZE=2>處理中, 請稍候... 若未自動換頁請按<A HREF="{to}">這裡</A></FONT>', more=more)

    # ----- PORTAL
    def portal(self, request: Request) -> Response:
        t, c = self.truth, self.cmd(request)
        if request.path == "/":
            return self.jump(f"{DLL}?MfcISAPICommand=Logon")
        if request.path != DLL:
            return self.out("404", "The requested object was not found.")
        if c == "GetPic":
            return Response(picture(t.new_captcha(), "BMP", (110, 34)), kind="image/bmp", headers=[("Expires", "0")])
        if c == "ChkLogon":
            self.takes(request, HospID="campus", UID="employee_id", PWD="portal_password", VCode="captcha")
            shown, t.captcha = t.captcha, ""
            again = f"{DLL}?MfcISAPICommand=Logon"
            if request.method != "POST" or self.seq.pop("logon", "-") != request.get("SeqNo"):
                return self.err("錯誤代碼 0x12: 畫面已失效，請重新登入", again, "重新登入")
            if request.get("HospID") not in ("T0", "T2", "T3", "T4", "T5", "Y0"):
                return self.err("錯誤代碼 0x15: 請選擇院區", again, "重新登入")
            if not shown or request.get("VCode").strip().upper() != shown:
                t.counts["sign_in_refused"] += 1
                return self.err("錯誤代碼 0x21: 驗證碼不正確", again, "重新登入")
            if request.get("UID").strip() != t.person.employee_id or request.get("PWD") != t.portal_password:
                t.counts["sign_in_refused"] += 1
                return self.err("錯誤代碼 0x20: 帳號或密碼不正確", again, "重新登入")
            key = secrets.token_hex(16).upper()
            self.live[key] = t.person.employee_id
            t.sessions.add("portal:" + key)
            t.counts["sign_in"] += 1
            return self.jump(f"{DLL}?MfcISAPICommand=Frame&SESSION={key}")
        if c in ("", "Logon"):
            self.seq["logon"] = secrets.token_hex(6)
            return self.out("台大醫院醫療資訊系統", f"""<CENTER><TABLE WIDTH=640 BORDER=0><TR><TD BGCOLOR=#006666 ALIGN=CENTER><FONT COLOR=#FFFFFF SIZE=5>台大醫院　醫療資訊系統</FONT></TD></TR>
<TR><TD ALIGN=CENTER><FONT SIZE=2>National Taiwan University Hospital</FONT></TD></TR><TR><TD ALIGN=CENTER>
<FORM NAME="F1" METHOD=POST ACTION="{DLL}?MfcISAPICommand=ChkLogon"><INPUT TYPE=HIDDEN NAME="SeqNo" VALUE="{self.seq['logon']}">
<TABLE BORDER=2 CELLPADDING=4 BGCOLOR=#E0F0F0>
<TR><TD>院　　區</TD><TD><SELECT NAME="HospID"><OPTION VALUE="T0" SELECTED>總院區<OPTION VALUE="T2">北護<OPTION VALUE="T3">金山<OPTION VALUE="T4">新竹<OPTION VALUE="T5">竹東<OPTION VALUE="Y0">雲林</SELECT></TD></TR>
<TR><TD>帳　　號</TD><TD><INPUT TYPE=TEXT NAME="UID" SIZE=12 MAXLENGTH=6></TD></TR>
<TR><TD>密　　碼</TD><TD><INPUT TYPE=PASSWORD NAME="PWD" SIZE=12 MAXLENGTH=16></TD></TR>
<TR><TD>驗 證 碼</TD><TD><TABLE BORDER=0 CELLSPACING=0><TR><TD><INPUT TYPE=TEXT NAME="VCode" SIZE=8 MAXLENGTH=6></TD><TD><IMG SRC="{DLL}?MfcISAPICommand=GetPic" WIDTH=110 HEIGHT=34></TD></TR></TABLE><FONT SIZE=1>(不用區分大小寫)</FONT></TD></TR>
<TR><TD COLSPAN=2 ALIGN=CENTER><INPUT TYPE=SUBMIT NAME="B1" VALUE="確　認">　<INPUT TYPE=RESET VALUE="重　填"></TD></TR></TABLE></FORM></TD></TR>
<TR><TD ALIGN=CENTER><FONT SIZE=2>如無法登入，請撥資訊室分機261120</FONT></TD></TR></TABLE></CENTER>""", "#F4FFFA")
        key = request.query.get("SESSION", "")
        if key not in self.live:
            return self.err("錯誤代碼 0x30: 連線已中斷，請重新登入", f"{DLL}?MfcISAPICommand=Logon", "重新登入", " TARGET=_top")
        base = f"{DLL}?SESSION={key}&MfcISAPICommand="
        if c == "Frame":
            return Response(f"""<HTML><HEAD><TITLE>台大醫院醫療資訊系統</TITLE><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5"></HEAD>
<FRAMESET ROWS="70,*" BORDER=0><FRAME NAME="banner" SRC="{escape(base)}Banner" SCROLLING=NO NORESIZE><FRAME NAME="main" SRC="{escape(base)}Menu">
<NOFRAMES><BODY>您的瀏覽器不支援框架, 請進入<A HREF="{escape(base)}Menu">功能選單</A></BODY></NOFRAMES></FRAMESET></HTML>""", kind="text/html; charset=big5")
        if c == "Banner":
            return self.out("Banner", f'<TABLE WIDTH=100%><TR><TD><FONT COLOR=WHITE SIZE=4>醫療資訊系統</FONT></TD><TD ALIGN=RIGHT><FONT COLOR=WHITE>您好! {t.person.name}</FONT>　<A HREF="{escape(base)}Logoff" TARGET=_top><FONT COLOR=YELLOW>登出系統</FONT></A></TD></TR></TABLE>', "#006666")
        if c == "Menu":
            hr = f'{self.urls["inner"]}/scripts/hr.dll?SESSION={key}&MfcISAPICommand='
            items = [("更改密碼", hr + "PwdForm"), ("個人簽章提醒設定", base + "NoAuth"), ("薪資所得免稅額申報表", base + "NoAuth"), ("員工待遇福利查詢", base + "NoAuth"),
                     ("查詢員工連絡資料", base + "NoAuth"), ("維護個人連絡資料", hr + "ContForm"), ("個人就醫紀錄查詢", base + "NoAuth"), ("員工公勞健保查詢", base + "NoAuth")]
            cells = "".join(f'{"<TR>" if i % 2 == 0 else ""}<TD WIDTH=50%>{i + 1:02d}. <A HREF="{escape(to)}">{n}</A></TD>{"</TR>" if i % 2 else ""}' for i, (n, to) in enumerate(items))
            return self.out("功能選單", f'<CENTER><B>個人管理</B><TABLE BORDER=1 WIDTH=560 CELLPADDING=5>{cells}</TABLE><BR><TABLE BORDER=1 WIDTH=560><TR><TD BGCOLOR=#CCFFFF>全院公告</TD></TR><TR><TD>2019/10/21　請填報「薪資所得免稅額申報表」</TD></TR></TABLE></CENTER>')
        if c == "NoAuth":
            return self.err("您無使用此作業之權限", escape(base) + "Menu", "回功能選單")
        if c == "Logoff":
            del self.live[key]
            t.sessions.discard("portal:" + key)
            t.counts["sign_out_portal"] += 1
            return self.err("您已離開系統", f"{DLL}?MfcISAPICommand=Logon", "重新登入", " TARGET=_top")
        return self.out("Error", "Bad command: the ISAPI extension does not know this command.")

    # ----- inner
    def inner(self, request: Request) -> Response:
        t, c = self.truth, self.cmd(request)
        if request.method == "POST":
            self.takes(request, OLDPWD="old_password", NEWPWD1="new_password", NEWPWD2="new_password_again", MOBILE="mobile_phone")
        key = request.get("SESSION")
        top = self.urls["portal"] + DLL
        if key not in self.live:
            return self.err("錯誤代碼 0x30: 連線已中斷，請重新登入", f"{top}?MfcISAPICommand=Logon", "重新登入", " TARGET=_top")
        me = f"/scripts/hr.dll?SESSION={key}&amp;MfcISAPICommand="
        menu = f"{top}?SESSION={key}&amp;MfcISAPICommand=Menu"
        off = f'<A HREF="{menu}">回功能選單</A>　<A HREF="{top}?SESSION={key}&amp;MfcISAPICommand=Logoff" TARGET=_top>登出系統</A>'
        if c in ("PwdSave", "ContSave"):
            if request.method != "POST" or self.seq.pop(c + key, "-") != request.get("SeqNo"):
                return self.err("錯誤代碼 0x12: 畫面已失效，請重新進入作業", menu, "回功能選單")
        if c == "PwdForm":
            self.seq["PwdSave" + key] = n = secrets.token_hex(6)
            return self.out("更改密碼", f"""<CENTER><FONT SIZE=4 COLOR=#006666>更 改 密 碼</FONT>
<FORM METHOD=POST ACTION="/scripts/hr.dll"><INPUT TYPE=HIDDEN NAME="MfcISAPICommand" VALUE="PwdSave"><INPUT TYPE=HIDDEN NAME="SESSION" VALUE="{key}"><INPUT TYPE=HIDDEN NAME="SeqNo" VALUE="{n}">
<TABLE BORDER=1 CELLPADDING=5><TR><TD>請輸入舊密碼：</TD><TD><INPUT TYPE=PASSWORD NAME="OLDPWD" MAXLENGTH=16></TD></TR><TR><TD>請輸入新密碼：</TD><TD><INPUT TYPE=PASSWORD NAME="NEWPWD1" MAXLENGTH=16></TD></TR>
<TR><TD>請再輸入新密碼：</TD><TD><INPUT TYPE=PASSWORD NAME="NEWPWD2" MAXLENGTH=16></TD></TR><TR><TD COLSPAN=2><FONT SIZE=2>密碼設定條件：<BR>1.密碼長度不可少於8個字元<BR>2.密碼內容需包含英文及數字</FONT></TD></TR></TABLE>
<INPUT TYPE=SUBMIT VALUE="確　認"></FORM>{off}</CENTER>""")
        if c == "PwdSave":
            old, new = request.get("OLDPWD"), request.get("NEWPWD1")
            bad = ("舊密碼輸入錯誤" if old != t.portal_password else "新密碼兩次輸入不相符" if new != request.get("NEWPWD2") else "新密碼長度須為8至16個字元" if not 8 <= len(new) <= 16
                   else "新密碼須同時包含英文及數字" if not (re.search("[A-Za-z]", new) and re.search("[0-9]", new)) else "新舊密碼不可相同" if new == old else "")
            if bad:
                t.counts["password_refused"] += 1
                return self.err("錯誤代碼 0x41: " + bad, me + "PwdForm")
            t.portal_password = new
            t.counts["password_changed"] += 1
            return self.out("更改密碼", f"<CENTER><BR><BR><TABLE BORDER=1 CELLPADDING=10 BGCOLOR=#EEFFEE><TR><TD>密碼修改作業執行成功</TD></TR></TABLE><BR>{off}</CENTER>")
        if c in ("ContForm", "ContSave"):
            note = ""
            if c == "ContSave":
                if not re.fullmatch(r"09\d{8}", request.get("MOBILE").strip()):
                    return self.err("錯誤代碼 0x52: 行動電話須為10碼數字", me + "ContForm")
                for k, n in (("english_surname", "ENAME_L"), ("english_given", "ENAME_F"), ("english_middle", "ENAME_M"), ("office_phone", "OTEL"), ("home_phone", "HTEL"), ("mobile_phone", "MOBILE")):
                    t.saved_contact[k] = request.get(n).strip()
                t.counts["contact_saved"] += 1
                note = "<FONT COLOR=#0000FF>※資料異動作業執行成功※</FONT><BR>"
            self.seq["ContSave" + key] = n = secrets.token_hex(6)
            g = lambda k: escape(t.saved_contact.get(k, getattr(t.person, k)))  # noqa: E731
            return self.out("維護個人連絡資料", f"""<CENTER><B>台大醫院---維護個人連絡資料</B><BR>{note}<FORM METHOD=POST ACTION="{me}ContSave"><INPUT TYPE=HIDDEN NAME="SeqNo" VALUE="{n}"><INPUT TYPE=SUBMIT VALUE="異動儲存">
<TABLE BORDER=1 CELLPADDING=3 WIDTH=620><TR><TD>員工編號：{t.person.employee_id}</TD><TD>姓名：{t.person.name}</TD></TR>
<TR><TD COLSPAN=2>英文姓：<INPUT NAME="ENAME_L" SIZE=16 VALUE="{g('english_surname')}"> <FONT SIZE=2>ex:Chen(陳)</FONT></TD></TR>
<TR><TD COLSPAN=2>英文首名：<INPUT NAME="ENAME_F" SIZE=16 VALUE="{g('english_given')}"> <FONT SIZE=2>ex: Yi-Fen(怡芬)</FONT></TD></TR>
<TR><TD COLSPAN=2>英文中名：<INPUT NAME="ENAME_M" SIZE=16 VALUE="{g('english_middle')}"> <FONT SIZE=2>ex:Mary 為英文別名，如無，可不填</FONT></TD></TR>
<TR><TD>辦公室電話：<INPUT NAME="OTEL" SIZE=10 VALUE="{g('office_phone')}"> <FONT SIZE=2>ex:61234或23123456</FONT></TD><TD>住宅電話：<INPUT NAME="HTEL" SIZE=12 VALUE="{g('home_phone')}"> <FONT SIZE=2>ex:0223123456</FONT></TD></TR>
<TR><TD COLSPAN=2>行動電話：<INPUT NAME="MOBILE" SIZE=12 MAXLENGTH=10 VALUE="{g('mobile_phone')}"> <FONT SIZE=2>ex:0952000000 (如離職或更換門號，請記得調整此欄位)</FONT></TD></TR></TABLE></FORM>{off}</CENTER>""")
        return self.out("Error", "Bad command: the ISAPI extension does not know this command.")

    # ----- account
    def account(self, request: Request) -> Response:
        t, c = self.truth, self.cmd(request)
        D = "/scripts/netid.dll?MfcISAPICommand="
        if request.path == "/" or c == "Home":
            return self.out("網路帳號服務", f"""<CENTER><TABLE WIDTH=700 BORDER=0><TR><TD BGCOLOR=#003366><FONT COLOR=WHITE SIZE=4>網路帳號服務</FONT></TD></TR><TR><TD>
說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼<BR><BR><B>《規範》</B><BR>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<BR>
<LI>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。<LI>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。<BR><BR>
<B>《常見問題與服務》</B><BR>密碼修改後多久可以生效：即時生效。<BR>忘記密碼：請以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。<BR>初次啟用時雲端服務密碼與身分證號(英文字母大寫)相同，啟用後請以「重置雲端服務密碼」改設。</TD></TR>
<TR><TD><TABLE BORDER=2 CELLPADDING=6 WIDTH=100%><TR><TD BGCOLOR=#FFFFCC><A HREF="{D}IdForm&amp;KIND=A">啟用網路帳號及首次雲端帳號密碼設定</A></TD><TD>啟用本院微軟相關服務，如：Office365, Outlook...</TD></TR>
<TR><TD BGCOLOR=#FFFFCC><A HREF="{D}IdForm&amp;KIND=R">重置雲端服務密碼</A></TD><TD>重設非Portal帳號的密碼：Email, 無線網路, KM, TMS, RedCap</TD></TR></TABLE></TD></TR></TABLE></CENTER>""")
        if request.method == "POST":
            self.takes(request, EMPNO="employee_id", PHONE="registered_phone", DYNCODE="code", MAILNAME="alias", NPWD="cloud_password", NPWD2="cloud_password_again")
        if c == "IdForm" and request.get("KIND") in ("A", "R"):
            no = secrets.token_hex(10).upper()
            self.apply[no] = {"kind": request.get("KIND"), "emp": "", "code": "", "at": 0.0, "ok": False, "step": ""}
            return self.id_form(no)
        no = request.get("CASENO")
        case = self.apply.get(no)
        if case is None:
            return self.err("錯誤代碼 0x30: 申請序號不存在，請重新開始", D + "Home", "回首頁")
        back = f"{D}IdBack&amp;CASENO={no}"
        if c == "IdBack":
            return self.id_form(no)
        if c == "IdPost":
            emp = request.get("EMPNO").strip()
            if request.has("SEND"):
                if emp != t.person.employee_id:
                    return self.err("錯誤代碼 0x61: 查無此員工編號", back)
                case["emp"] = emp
                return self.out("發送簡訊動態碼", f"""<CENTER><BR><FORM METHOD=POST ACTION="{D}SmsPost"><INPUT TYPE=HIDDEN NAME="CASENO" VALUE="{no}"><TABLE BORDER=3 CELLPADDING=8 BGCOLOR=#FFFFEE><TR><TD>請輸入帳號登記的手機門號(10碼)</TD></TR><TR><TD><INPUT TYPE=TEXT NAME="PHONE" SIZE=14 MAXLENGTH=10></TD></TR>
<TR><TD ALIGN=CENTER><INPUT TYPE=SUBMIT VALUE="確定發送"> <A HREF="{back}">取消</A></TD></TR></TABLE></FORM></CENTER>""")
            if not case["code"] or emp != case["emp"]:
                return self.err("錯誤代碼 0x62: 尚未發送簡訊動態碼", back)
            if time.time() - case["at"] > 120 or request.get("DYNCODE").strip() != case["code"]:
                t.counts["code_refused"] += 1
                late = time.time() - case["at"] > 120
                return self.err("錯誤代碼 0x64: 動態碼已逾時，請重新發送" if late else "錯誤代碼 0x63: 動態碼錯誤", back)
            case["ok"], case["code"] = True, ""
            t.sessions.add("account:" + no)
            t.counts["code_accepted"] += 1
            return self.jump(f"{D}Setup&amp;CASENO={no}")
        if c == "SmsPost" and case["emp"] and request.method == "POST":
            if request.get("PHONE").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                return self.err("錯誤代碼 0x65: 手機門號與登記資料不同，未發送", back)
            case["code"], case["at"] = t.new_message(), time.time()
            return self.err("<B>動態碼簡訊發送成功</B><BR>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」", back, "確定")
        if not case["ok"]:
            return self.err("錯誤代碼 0x31: 未通過身分驗證", D + "Home", "回首頁")
        leave = f'<A HREF="{D}Quit&amp;CASENO={no}">離開</A>'
        if c == "Quit":
            del self.apply[no]
            t.sessions.discard("account:" + no)
            t.counts["sign_out_account"] += 1
            return self.jump(D + "Home")
        again = f"{D}Setup&amp;CASENO={no}"
        if c == "Setup" and case["kind"] == "R":
            case["step"] = secrets.token_hex(5)
            if not t.alias:
                return self.err("此帳號尚未啟用雲端服務", f"{D}Quit&amp;CASENO={no}", "離開")
            return self.out("重置雲端服務密碼", f"""<CENTER><B>重置雲端服務密碼</B><FORM METHOD=POST ACTION="{D}Reset"><INPUT TYPE=HIDDEN NAME="CASENO" VALUE="{no}"><INPUT TYPE=HIDDEN NAME="SeqNo" VALUE="{case['step']}"><TABLE BORDER=1><TR><TD>新雲端服務密碼</TD><TD><INPUT TYPE=PASSWORD NAME="NPWD"></TD></TR>
<TR><TD>再輸入一次</TD><TD><INPUT TYPE=PASSWORD NAME="NPWD2"></TD></TR></TABLE><INPUT TYPE=SUBMIT VALUE="重　置"></FORM>{leave}</CENTER>""")
        if c == "Setup":
            if t.alias:
                return self.out("帳號狀態", f"<CENTER><BR><TABLE BORDER=1 CELLPADDING=6><TR><TD>啟用狀態</TD><TD>本帳號業已啟用</TD></TR><TR><TD>電子郵件名稱</TD><TD>{escape(t.alias)}@ntuh.gov.tw</TD></TR></TABLE>{leave}</CENTER>")
            case["step"] = secrets.token_hex(5)
            p = t.person
            return self.out("設定密碼與郵件別名", f"""<CENTER><B>設定密碼與郵件別名</B><BR><FONT SIZE=2>雲端服務帳號說明：1. 雲端服務帳號為跨體系使用。2. 服務於設定完成隔日生效。</FONT>
<FORM METHOD=POST ACTION="{D}Activate"><INPUT TYPE=HIDDEN NAME="CASENO" VALUE="{no}"><INPUT TYPE=HIDDEN NAME="SeqNo" VALUE="{case['step']}"><TABLE BORDER=1 CELLPADDING=5 WIDTH=600><TR><TD>網路帳號 / 主職員工編號</TD><TD>{p.employee_id}</TD></TR><TR><TD>帳號姓名</TD><TD>{p.name}</TD></TR><TR><TD>主職單位</TD><TD>{p.unit}</TD></TR><TR><TD>有效期限</TD><TD>{p.valid_until}</TD></TR>
<TR><TD>雲端服務帳號 (電子郵件名稱)</TD><TD><INPUT TYPE=TEXT NAME="MAILNAME" SIZE=24 MAXLENGTH=64>@ntuh.gov.tw<BR><FONT SIZE=2>名稱長度限64字元內</FONT></TD></TR></TABLE>
<INPUT TYPE=SUBMIT NAME="CANCEL" VALUE="取消啟用">　<INPUT TYPE=SUBMIT NAME="OK" VALUE="啟用雲端服務"><BR><FONT SIZE=2 COLOR=#CC0000>服務於設定完成隔日生效。密碼預設為身分證號(英文字母大寫)，請儘速以「重置雲端服務密碼」改設。</FONT></FORM></CENTER>""")
        if c in ("Activate", "Reset"):
            step, case["step"] = case["step"], ""
            if request.method != "POST" or not step or request.get("SeqNo") != step:
                return self.err("錯誤代碼 0x12: 畫面已失效", again)
        if c == "Activate" and case["kind"] == "A":
            alias = request.get("MAILNAME").strip().lower()
            if request.has("CANCEL"):
                return self.err("您已取消啟用", f"{D}Quit&amp;CASENO={no}", "離開")
            bad = "本帳號業已啟用，不得重複" if t.alias else "電子郵件名稱格式錯誤" if not re.fullmatch(r"[a-z][a-z0-9._-]{1,63}", alias) else "電子郵件名稱重複，請另取名稱" if alias == "taken.name" else ""
            if bad:
                return self.err("錯誤代碼 0x71: " + bad, again)
            t.alias, t.cloud_password = alias, t.person.national_id
            t.counts["activated"] += 1
            return self.out("啟用完成", f"<CENTER><BR><B>雲端服務啟用作業執行成功</B><BR>{escape(alias)}@ntuh.gov.tw<BR>密碼預設為身分證號(英文字母大寫)，請至首頁「重置雲端服務密碼」改設。<BR><BR>{leave}</CENTER>")
        if c == "Reset" and case["kind"] == "R" and t.alias:
            new = request.get("NPWD")
            if new != request.get("NPWD2") or len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new) or new == t.portal_password:
                return self.err("錯誤代碼 0x72: 密碼須一致、至少8碼含英數字且不同於Portal密碼", again)
            t.cloud_password = new
            return self.out("重置完成", f"<CENTER><BR><B>雲端服務密碼重置作業執行成功</B><BR>{leave}</CENTER>")
        return self.out("Error", "Bad command: the ISAPI extension does not know this command.")

    def id_form(self, no: str) -> Response:
        case = self.apply[no]
        name = "啟用網路帳號及首次雲端帳號密碼設定" if case["kind"] == "A" else "重置雲端服務密碼"
        return self.out(name, f"""<CENTER><TABLE WIDTH=640><TR><TD><B>注意事項</B><OL><LI>電子郵件別名第一次設定之後則不能修改，請慎重選擇。<LI>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<LI>請輸入帳號與簡訊動態碼後按「下一步」。</OL></TD></TR></TABLE>
<B>{name}</B><FORM METHOD=POST ACTION="/scripts/netid.dll?MfcISAPICommand=IdPost"><INPUT TYPE=HIDDEN NAME="CASENO" VALUE="{no}"><TABLE BORDER=1 CELLPADDING=5>
<TR><TD>網路帳號 / 主職員工編號</TD><TD><INPUT TYPE=TEXT NAME="EMPNO" SIZE=10 MAXLENGTH=6 VALUE="{case['emp']}"></TD><TD><INPUT TYPE=SUBMIT NAME="SEND" VALUE="發送簡訊動態碼"></TD></TR>
<TR><TD>簡訊(或MOTP)動態碼</TD><TD COLSPAN=2><INPUT TYPE=TEXT NAME="DYNCODE" SIZE=10 MAXLENGTH=6></TD></TR><TR><TD COLSPAN=3 ALIGN=RIGHT><INPUT TYPE=SUBMIT NAME="NEXT" VALUE="下一步"></TD></TR></TABLE></FORM><A HREF="/">回首頁</A></CENTER>""")

    # ----- webmail
    def mail(self, request: Request) -> Response:
        t, c = self.truth, self.cmd(request)
        M = "/scripts/wmail.dll?MfcISAPICommand="
        if c == "Pic":
            return Response(picture(t.new_captcha("abcdefghkmnprstuvwxyz23456789", 4), "GIF", (80, 34)), kind="image/gif")
        if c == "Login":
            self.takes(request, ACC="mail_account", PSW="mail_password", CHK="captcha")
            shown, t.captcha = t.captcha, ""
            if not shown or request.get("CHK").strip() != shown:
                return self.err("驗證碼錯誤", "/", "重新登入")
            if request.method != "POST" or not t.alias or request.get("ACC").strip().lower().removesuffix("@ntuh.gov.tw") != t.alias or request.get("PSW") != t.cloud_password:
                return self.err("帳號或密碼錯誤", "/", "重新登入")
            key = secrets.token_hex(12)
            self.post[key] = t.alias
            t.sessions.add("mail:" + key)
            t.counts["mail_sign_in"] += 1
            return self.jump(f"{M}Inbox&amp;SID={key}")
        key = request.query.get("SID", "")
        if key in self.post and c == "Inbox":
            return self.out("收件匣", f'<B>{escape(t.alias)}@ntuh.gov.tw 收件匣</B>　<A HREF="{M}Logout&amp;SID={key}">登出</A><TABLE BORDER=1 WIDTH=90%><TR><TH>寄件者</TH><TH>主旨</TH></TR><TR><TD>系統管理員</TD><TD>歡迎使用電子郵件</TD></TR></TABLE>')
        if key in self.post and c == "Logout":
            del self.post[key]
            t.sessions.discard("mail:" + key)
            t.counts["sign_out_mail"] += 1
            return self.err("您已登出電子郵件", "/", "重新登入")
        return self.out("電子郵件", f"""<CENTER><FORM METHOD=POST ACTION="{M}Login"><TABLE BORDER=1 CELLPADDING=5><TR><TD>帳號:</TD><TD><INPUT NAME="ACC"></TD></TR><TR><TD>密碼:</TD><TD><INPUT TYPE=PASSWORD NAME="PSW"></TD></TR>
<TR><TD>驗證碼(小寫字母或數字):</TD><TD><INPUT NAME="CHK" SIZE=6 MAXLENGTH=4><IMG SRC="{M}Pic"></TD></TR><TR><TD COLSPAN=2><INPUT TYPE=CHECKBOX NAME="REM" VALUE="Y">記住登入資訊 (公用電腦請勿勾選)</TD></TR></TABLE><INPUT TYPE=SUBMIT VALUE="登　入"></FORM>
<B>公佈欄</B><BR>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<BR>※如無法登入，請先至下方網址變更密碼，謝謝：https://help.ntuh.gov.tw/</CENTER>""")

from __future__ import annotations

import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture

HOSP = (("1", "總院區"), ("2", "公館院區"), ("3", "北護分院"), ("4", "雲林分院"))
PERREC = (  # CONTACT.DBF
    ("ENM1", "english_surname", "英文姓", "ex:Chen(陳)", 20), ("ENM2", "english_given", "英文首名", "ex: Yi-Fen(怡芬) (說明)", 30),
    ("ENM3", "english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填", 20), ("TELO", "office_phone", "辦公室電話", "ex:61234或23123456", 15),
    ("TELH", "home_phone", "住宅電話", "ex:0223123456", 15), ("TELM", "mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", 10),
)
RULE = re.compile(r"(?=.*[A-Za-z])(?=.*[0-9]).{8,30}", re.S)


class TheSite(Site):
    title = "foxpro_cgi_1997"
    charset = "cp950"

    def __init__(self) -> None:
        super().__init__()
        self.work: dict[str, dict] = {}

    # ******** COMMON.PRG
    def out(self, title: str, body: str, head: str = "", tag: str = "") -> Response:
        return Response(f"""<HTML>
<HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5">
<TITLE>{title}</TITLE>{head}
</HEAD>
<BODY BGCOLOR=#FFFFE0 TEXT=#000080{tag}>
{body}
<HR><FONT SIZE=2>資訊室 製作　最佳瀏覽 NETSCAPE 3.0 / IE 3.0　640X480
</BODY></HTML>
""", kind="text/html")

    def frames(self, title: str, sets: str) -> Response:
        return Response(f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5"><TITLE>{title}</TITLE></HEAD>
{sets}
<NOFRAMES><BODY>本系統需使用支援 FRAME 之瀏覽器</BODY></NOFRAMES>
</HTML>
""", kind="text/html")

    def err(self, text: str) -> str:
        return f"<P><FONT COLOR=#FF0000><B>*** {text} ***</B></FONT>\n" if text else ""

    def open(self, kind: str) -> tuple[str, dict]:
        sn = f"{secrets.randbelow(9 * 10**9) + 10**9}"
        self.work[sn] = {"KIND": kind, "SEQ": ""}
        return sn, self.work[sn]

    def rec(self, rq: Request, kind: str) -> tuple[str, dict | None]:
        sn = rq.get("SN")
        wk = self.work.get(sn)
        return sn, wk if wk and wk["KIND"] == kind else None

    def hid(self, sn: str, wk: dict, pg: str) -> str:
        wk["SEQ"] = f"{secrets.randbelow(10**6):06d}"
        return f"<INPUT TYPE=HIDDEN NAME=PG VALUE={pg}><INPUT TYPE=HIDDEN NAME=SN VALUE={sn}><INPUT TYPE=HIDDEN NAME=SEQ VALUE={wk['SEQ']}>\n"

    def seq(self, rq: Request, wk: dict) -> bool:
        want, wk["SEQ"] = wk["SEQ"], ""
        return want != "" and rq.get("SEQ") == want

    def pic(self, wk: dict, small: bool) -> Response:
        wk["PIC"] = self.truth.new_captcha("abcdefghkmnpqrstuvwxyz23456789", 4) if small else self.truth.new_captcha()
        return Response(picture(wk["PIC"]), kind="image/gif", headers=[("Pragma", "no-cache")])

    def same(self, wk: dict, typed: str, small: bool) -> bool:
        drawn, newest = wk.pop("PIC", ""), self.truth.captcha
        self.truth.captcha = ""
        typed = typed.strip()
        return drawn != "" and drawn == newest and drawn == (typed if small else typed.upper())

    def tel(self) -> str:
        return self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone)

    # ******** HIS.PRG
    def portal(self, rq: Request) -> Response:
        if rq.path == "/":
            return self.frames("醫療資訊系統", """<FRAMESET ROWS="60,*" BORDER=0>
<FRAME NAME=TOP SRC="/TOP.HTM" SCROLLING=NO NORESIZE>
<FRAME NAME=BODY SRC="/CGI-BIN/HIS.EXE?PG=LOGIN">
</FRAMESET>""")
        if rq.path == "/TOP.HTM":
            return Response('<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5"></HEAD><BODY BGCOLOR=#000080 TEXT=#FFFFFF><CENTER><FONT SIZE=5><B>醫療資訊系統</B></FONT> PORTAL</CENTER></BODY></HTML>', kind="text/html")
        if rq.path != "/CGI-BIN/HIS.EXE":
            return Response("<H1>404 Not Found</H1>", 404)
        pg = rq.get("PG")
        sn, wk = self.rec(rq, "P")
        if pg == "PIC" and wk is not None:
            return self.pic(wk, False)
        if pg == "CHK" and rq.method == "POST":
            self.takes(rq, HOSP="campus", UID="employee_id", PWD="portal_password", VCODE="captcha")
            return self.check(rq, sn, wk)
        if pg in ("LOGIN", "CHK", "") or wk is None or "USER" not in wk:
            return self.login("" if pg in ("LOGIN", "") else "連線序號不存在，請重新簽入")
        if pg == "MAIN":
            return self.frames("醫療資訊系統 - 功能選單", f"""<FRAMESET COLS="190,*">
<FRAME NAME=MENU SRC="/CGI-BIN/HIS.EXE?PG=MENU&SN={sn}">
<FRAME NAME=MAIN SRC="/CGI-BIN/HIS.EXE?PG=NEWS&SN={sn}">
</FRAMESET>""")
        if pg == "MENU":
            per = f"{self.urls['inner']}/CGI-BIN/PER.EXE?SN={sn}&PG="
            items = (("CHGPW", "更改密碼"), ("SIGN", "個人簽章提醒設定"), ("TAX", "薪資所得免稅額申報表"), ("QTEL", "查詢員工連絡資料"), ("TEL", "維護個人連絡資料"), ("MED", "個人就醫紀錄查詢"))
            return self.out("MENU", "<B>個人管理</B>\n<UL>\n" + "".join(f'<LI><A HREF="{per}{c}" TARGET=MAIN>{t}</A>\n' for c, t in items)
                            + f'</UL>\n<A HREF="/CGI-BIN/HIS.EXE?PG=BYE&SN={sn}" TARGET=_top>簽退</A>')
        if pg == "NEWS":
            return self.out("NEWS", f"{escape(self.truth.person.name)} 您好!<P>請由左方選擇功能<P><TABLE BORDER=1><TR><TH>日期<TH>全院公告<TR><TD>86/10/21<TD>請填報「薪資所得免稅額申報表」</TABLE>")
        if pg == "BYE":
            del self.work[sn]
            self.truth.sessions.discard("portal:" + sn)
            self.truth.counts["sign_out_portal"] += 1
            return self.out("簽退", '<CENTER>簽退完畢，謝謝！<P><A HREF="/" TARGET=_top>重新簽入</A></CENTER>')
        return self.out("ERR", self.err("無此程式代號"))

    def login(self, text: str = "", uid: str = "") -> Response:
        sn, wk = self.open("P")
        opts = "".join(f"<OPTION VALUE={v}{' SELECTED' if v == '1' else ''}>{t}\n" for v, t in HOSP)
        return self.out("簽入", f"""{self.err(text)}<CENTER>
<FORM NAME=F1 METHOD=POST ACTION="/CGI-BIN/HIS.EXE">
{self.hid(sn, wk, "CHK")}<TABLE BORDER=2 CELLPADDING=4>
<TR><TD ALIGN=RIGHT>院　區<TD><SELECT NAME=HOSP>
{opts}</SELECT>
<TR><TD ALIGN=RIGHT>帳　號<TD><INPUT NAME=UID SIZE=8 MAXLENGTH=6 VALUE="{escape(uid)}">
<TR><TD ALIGN=RIGHT>密　碼<TD><INPUT TYPE=PASSWORD NAME=PWD SIZE=12 MAXLENGTH=30>
<TR><TD ALIGN=RIGHT>驗證碼<TD><INPUT NAME=VCODE SIZE=8 MAXLENGTH=6> <IMG SRC="/CGI-BIN/HIS.EXE?PG=PIC&SN={sn}" WIDTH=120 HEIGHT=36 ALIGN=ABSMIDDLE><BR><FONT SIZE=2>(不用區分大小寫)</FONT>
<TR><TD COLSPAN=2 ALIGN=CENTER><INPUT TYPE=SUBMIT VALUE="簽　入"> <INPUT TYPE=RESET VALUE="清　除">
</TABLE></FORM></CENTER>""", tag=' ONLOAD="document.F1.UID.focus()"')

    def check(self, rq: Request, sn: str, wk: dict | None) -> Response:
        uid = rq.get("UID").strip()
        if wk is None or "USER" in wk or not self.seq(rq, wk):
            return self.login("畫面過期，請重新輸入")
        if not self.same(wk, rq.get("VCODE"), False):
            text = "驗證碼錯誤"
        elif rq.get("HOSP") not in dict(HOSP):
            text = "院區代號錯誤"
        elif uid != self.truth.person.employee_id:
            text = "無此帳號"
        elif rq.get("PWD") != self.truth.portal_password:
            text = "密碼錯誤"
        else:
            del self.work[sn]
            sn, wk = self.open("P")
            wk["USER"] = uid
            self.truth.sessions.add("portal:" + sn)
            self.truth.counts["sign_in"] += 1
            to = f"/CGI-BIN/HIS.EXE?PG=MAIN&SN={sn}"
            return self.out("簽入成功", f'<CENTER>資料處理中，請稍候 ...<P><A HREF="{to}">若畫面未自動切換，請按此處</A></CENTER>', f'<META HTTP-EQUIV="Refresh" CONTENT="1; URL={to}">')
        del self.work[sn]
        self.truth.counts["sign_in_refused"] += 1
        return self.login(text, uid)

    # ******** PER.PRG
    def inner(self, rq: Request) -> Response:
        sn, wk = self.rec(rq, "P")
        if rq.path != "/CGI-BIN/PER.EXE":
            return Response("<H1>404 Not Found</H1>", 404)
        his = f"{self.urls['portal']}/CGI-BIN/HIS.EXE"
        if wk is None or "portal:" + sn not in self.truth.sessions:
            return self.out("ERR", self.err("連線序號不存在") + f'<A HREF="{self.urls["portal"]}/" TARGET=_top>重新簽入</A>')
        back = f'<P>[<A HREF="{his}?PG=MAIN&SN={sn}" TARGET=_top>回功能選單</A>] [<A HREF="{his}?PG=BYE&SN={sn}" TARGET=_top>登出系統</A>]'
        pg, text = rq.get("PG"), ""
        if pg == "CHGPW":
            if rq.method == "POST":
                self.takes(rq, OPW="old_password", NPW="new_password", NPW2="new_password_again")
                old, new = rq.get("OPW"), rq.get("NPW")
                if not self.seq(rq, wk):
                    text = "畫面過期，請重新輸入"
                elif old != self.truth.portal_password:
                    text = "舊密碼不符"
                elif not RULE.fullmatch(new):
                    text = "新密碼不合規定"
                elif new != rq.get("NPW2"):
                    text = "新密碼二次輸入不同"
                elif new == old:
                    text = "新舊密碼相同"
                else:
                    self.truth.portal_password = new
                    self.truth.counts["password_changed"] += 1
                    return self.out("更改密碼", "<H3>更改密碼</H3>密碼已異動完畢，下次簽入時生效。" + back)
                self.truth.counts["password_refused"] += 1
            return self.out("更改密碼", f"""<H3>更改密碼</H3>{self.err(text)}<FORM METHOD=POST ACTION="/CGI-BIN/PER.EXE">
{self.hid(sn, wk, "CHGPW")}<PRE>
請輸入舊密碼：<INPUT TYPE=PASSWORD NAME=OPW SIZE=16 MAXLENGTH=30>
請輸入新密碼：<INPUT TYPE=PASSWORD NAME=NPW SIZE=16 MAXLENGTH=30>
請再輸入新密碼：<INPUT TYPE=PASSWORD NAME=NPW2 SIZE=16 MAXLENGTH=30>

密碼設定條件：
1.密碼長度不可少於8個字元
2.密碼內容需包含英文及數字

<INPUT TYPE=SUBMIT VALUE="確　認">  <INPUT TYPE=RESET VALUE="重　填">
</PRE></FORM>{back}""")
        if pg == "TEL":
            now = {k: self.truth.saved_contact.get(k, getattr(self.truth.person, k)) for _, k, _, _, _ in PERREC}
            if rq.method == "POST":
                self.takes(rq, TELM="mobile_phone", EMPNO="employee_id")
                given = {k: rq.get(n).strip() for n, k, _, _, _ in PERREC}
                if not self.seq(rq, wk):
                    text = "畫面過期，未存檔"
                elif rq.get("EMPNO") != wk["USER"] or any(not rq.has(n) or len(given[k]) > size for n, k, _, _, size in PERREC):
                    text = "資料不全，未存檔"
                elif not re.fullmatch("09[0-9]{8}", given["mobile_phone"]):
                    text, now = "行動電話錯誤，未存檔", given
                else:
                    self.truth.saved_contact.update(given)
                    self.truth.counts["contact_saved"] += 1
                    text, now = "存檔完畢", given
            rows = "".join(f'<TR><TD>{t}：<TD><INPUT NAME={n} SIZE={size} MAXLENGTH={size} VALUE="{escape(now[k])}"> <FONT SIZE=2>{hint}</FONT>\n' for n, k, t, hint, size in PERREC)
            return self.out("維護個人連絡資料", f"""{self.err(text)}<FORM METHOD=POST ACTION="/CGI-BIN/PER.EXE">
{self.hid(sn, wk, "TEL")}<INPUT TYPE=HIDDEN NAME=EMPNO VALUE={wk["USER"]}>
<B>台大醫院---維護個人連絡資料</B>　<INPUT TYPE=SUBMIT VALUE="異動儲存">
<TABLE BORDER=1>
<TR><TD>員工編號：<TD>{wk["USER"]}　姓名：{escape(self.truth.person.name)}
{rows}</TABLE></FORM>{back}""")
        return self.out("ERR", self.err("此功能未授權") + back)

    # ******** NETACC.PRG
    def account(self, rq: Request) -> Response:
        exe = "/CGI-BIN/NETACC.EXE"
        if rq.path == "/":
            return self.out("網路帳號服務", f"""<H2>網路帳號服務</H2>說明：以下所稱網路帳號均包含雲端服務帳號
<H3>《規範》</H3><OL><LI>網路帳號不可借用或盜用。<LI>請勿冒用院內同仁申請網路帳號。<LI>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</OL>
<H3>《常見問題與服務》</H3><DL><DT>密碼修改後多久可以生效<DD>即時生效。<DT>忘記密碼<DD>請以下方(重置雲端服務密碼)取得簡訊後進行密碼設定。</DL>
<TABLE BORDER=1 CELLPADDING=4>
<TR><TD>1<TD><A HREF="{exe}?PG=ID&FN=A">啟用網路帳號及首次雲端帳號密碼設定</A>
<TR><TD>2<TD><A HREF="{exe}?PG=ID&FN=R">重置雲端服務密碼</A>
<TR><TD>3<TD><A HREF="{exe}?PG=VPN">總院廠商VPN展延申請</A>
</TABLE>""")
        if rq.path != exe:
            return Response("<H1>404 Not Found</H1>", 404)
        pg = rq.get("PG")
        sn, wk = self.rec(rq, "A")
        home = '<P><A HREF="/">回首頁</A>'
        if pg == "ID" and rq.method != "POST" and rq.query.get("FN") in ("A", "R"):
            sn, wk = self.open("A")
            wk.update(FN=rq.query["FN"], EMP="")
            return self.ident(sn, wk)
        if wk is None:
            return self.out("ERR", self.err("此功能未開放" if pg == "VPN" else "連線序號不存在，請由首頁重新進入") + home)
        if pg == "BYE":
            if "account:" + sn in self.truth.sessions:
                self.truth.sessions.discard("account:" + sn)
                self.truth.counts["sign_out_account"] += 1
            del self.work[sn]
            return self.out("結束", "作業結束，謝謝！" + home)
        if rq.method == "POST":
            self.takes(rq, EMPNO="employee_id", TELNO="registered_phone", DCODE="code", MAILID="alias", CPW="cloud_password", CPW2="cloud_password_again")
            fresh = self.seq(rq, wk)
            if not fresh and pg in ("ID", "TEL"):
                return self.ident(sn, wk, "畫面過期，請重新輸入")
            if pg == "ID":
                return self.step_id(rq, sn, wk)
            if pg == "TEL":
                if rq.has("B4"):
                    return self.ident(sn, wk)
                if wk["EMP"] != self.truth.person.employee_id or rq.get("TELNO").strip() != self.tel():
                    return self.phone(sn, wk, "手機門號與登記不符")
                wk["CODE"], wk["TIME"] = self.truth.new_message(), time.time()
                return self.ident(sn, wk, "", "<TABLE BORDER=3><TR><TD><B>動態碼簡訊發送成功</B><BR>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</TABLE>")
            if "account:" + sn in self.truth.sessions:
                if pg == "ALIAS" and wk["FN"] == "A":
                    return self.alias(sn, wk, self.activate(rq, fresh) if rq.has("B5") else "", rq.has("B5"))
                if pg == "RESET" and wk["FN"] == "R":
                    return self.reset(rq, sn, wk, fresh)
        return self.out("ERR", self.err("尚未通過身分驗證") + home)

    def ident(self, sn: str, wk: dict, text: str = "", box: str = "") -> Response:
        head = "重置雲端服務密碼" if wk["FN"] == "R" else "啟用網路帳號及首次雲端帳號密碼設定"
        return self.out("身分驗證", f"""注意事項<UL><LI>電子郵件別名第一次設定之後則不能修改，請慎重選擇。<LI>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<LI>請輸入帳號與簡訊動態碼後按「下一步」。</UL>
{self.err(text)}{box}<FORM METHOD=POST ACTION="/CGI-BIN/NETACC.EXE">
{self.hid(sn, wk, "ID")}<B>{head}</B>
<TABLE BORDER=1><TR><TD>網路帳號 / 主職員工編號<TD><INPUT NAME=EMPNO SIZE=8 MAXLENGTH=6 VALUE="{escape(wk["EMP"])}"><TD><INPUT TYPE=SUBMIT NAME=B1 VALUE="發送簡訊動態碼">
<TR><TD>簡訊(或MOTP)動態碼<TD><INPUT NAME=DCODE SIZE=8 MAXLENGTH=8><TD>　
<TR><TD COLSPAN=3 ALIGN=RIGHT><INPUT TYPE=SUBMIT NAME=B2 VALUE="下一步">
</TABLE></FORM><A HREF="/">回首頁</A>""")

    def phone(self, sn: str, wk: dict, text: str = "") -> Response:
        return self.out("發送簡訊", f"""{self.err(text)}<FORM METHOD=POST ACTION="/CGI-BIN/NETACC.EXE">
{self.hid(sn, wk, "TEL")}請輸入帳號登記的手機門號(10碼)<P><INPUT NAME=TELNO SIZE=12 MAXLENGTH=10><P>
<INPUT TYPE=SUBMIT NAME=B3 VALUE="確定發送"> <INPUT TYPE=SUBMIT NAME=B4 VALUE="取消"></FORM>""")

    def step_id(self, rq: Request, sn: str, wk: dict) -> Response:
        emp = rq.get("EMPNO").strip()
        if rq.has("B1"):
            wk["EMP"] = emp
            return self.phone(sn, wk) if re.fullmatch("[0-9]{6}", emp) else self.ident(sn, wk, "員工編號應為6位數字")
        if "CODE" not in wk or emp != wk["EMP"]:
            text = "請先發送簡訊動態碼"
        elif time.time() - wk["TIME"] > 120:
            text = "動態碼逾時，請重新發送"
        elif rq.get("DCODE").strip() != wk["CODE"] or not rq.has("B2"):
            text = "動態碼錯誤"
        else:
            del wk["CODE"]
            self.truth.sessions.add("account:" + sn)
            self.truth.counts["code_accepted"] += 1
            return self.alias(sn, wk) if wk["FN"] == "A" else self.reset(None, sn, wk, True)
        self.truth.counts["code_refused"] += 1
        return self.ident(sn, wk, text)

    def activate(self, rq: Request, fresh: bool) -> str:
        name = rq.get("MAILID").strip().lower()
        if not fresh:
            return "畫面過期，請重新輸入"
        if self.truth.alias:
            return "此帳號前已啟用，不得重複"
        if not re.fullmatch(r"[a-z][a-z0-9._-]{0,62}[a-z0-9]", name):
            return "電子郵件名稱不合規定"
        if name == "taken.name":
            return "電子郵件名稱重複，請另取"
        self.truth.alias, self.truth.cloud_password = name, self.truth.person.national_id
        self.truth.counts["activated"] += 1
        return ""

    def alias(self, sn: str, wk: dict, text: str = "", done: bool = False) -> Response:
        p = self.truth.person
        bye = f'<P><A HREF="/CGI-BIN/NETACC.EXE?PG=BYE&SN={sn}">結束離開</A>'
        if done and not text:
            return self.out("完成", f"""<H3>啟用作業完成</H3>電子郵件：<B>{escape(self.truth.alias)}@ntuh.gov.tw</B><P>首次密碼為身分證號（英文字母大寫），請於首頁以「重置雲端服務密碼」更改。{bye}""")
        facts = f"<TR><TD>網路帳號 / 主職員工編號<TD>{p.employee_id}<TR><TD>帳號姓名<TD>{escape(p.name)}<TR><TD>主職單位<TD>{escape(p.unit)}<TR><TD>有效期限<TD>{p.valid_until}"
        if self.truth.alias:
            return self.out("設定密碼與郵件別名", f"<H3>設定密碼與郵件別名</H3>{self.err(text)}<TABLE BORDER=1>{facts}<TR><TD>雲端服務帳號 (電子郵件名稱)<TD>{escape(self.truth.alias)}@ntuh.gov.tw<TR><TD>狀況<TD>已啟用</TABLE>{bye}")
        return self.out("設定密碼與郵件別名", f"""<H3>設定密碼與郵件別名</H3>{self.err(text)}雲端服務帳號說明：<BR>1. 雲端服務帳號為跨體系使用。<BR>2. 服務於設定完成隔日生效。
<FORM METHOD=POST ACTION="/CGI-BIN/NETACC.EXE">
{self.hid(sn, wk, "ALIAS")}<TABLE BORDER=1>{facts}
<TR><TD>雲端服務帳號<BR>(電子郵件名稱)<TD><INPUT NAME=MAILID SIZE=24 MAXLENGTH=64>@ntuh.gov.tw<BR>名稱長度限64字元內
</TABLE><INPUT TYPE=SUBMIT NAME=B5 VALUE="啟用雲端服務"> 服務於設定完成隔日生效</FORM>
<FORM METHOD=GET ACTION="/CGI-BIN/NETACC.EXE"><INPUT TYPE=HIDDEN NAME=PG VALUE=BYE><INPUT TYPE=HIDDEN NAME=SN VALUE={sn}><INPUT TYPE=SUBMIT VALUE="取消啟用"></FORM>""")

    def reset(self, rq: Request | None, sn: str, wk: dict, fresh: bool) -> Response:
        text = ""
        bye = f'<P><A HREF="/CGI-BIN/NETACC.EXE?PG=BYE&SN={sn}">結束離開</A>'
        if rq is not None:
            new = rq.get("CPW")
            if not fresh:
                text = "畫面過期，請重新輸入"
            elif not self.truth.alias:
                text = "尚未啟用雲端服務"
            elif not RULE.fullmatch(new):
                text = "密碼不合規定"
            elif new == self.truth.portal_password:
                text = "密碼不得與PORTAL相同"
            elif new != rq.get("CPW2"):
                text = "密碼二次輸入不同"
            else:
                self.truth.cloud_password = new
                return self.out("完成", "<H3>重置作業完成</H3>新密碼即時生效。" + bye)
        return self.out("重置雲端服務密碼", f"""<H3>重置雲端服務密碼</H3>{self.err(text)}<FORM METHOD=POST ACTION="/CGI-BIN/NETACC.EXE">
{self.hid(sn, wk, "RESET")}新雲端服務密碼 <INPUT TYPE=PASSWORD NAME=CPW SIZE=16 MAXLENGTH=30> (8碼以上，英文及數字)<P>
再輸入一次 <INPUT TYPE=PASSWORD NAME=CPW2 SIZE=16 MAXLENGTH=30><P><INPUT TYPE=SUBMIT VALUE="確　認"></FORM>{bye}""")

    # ******** MAIL.PRG
    def mail(self, rq: Request) -> Response:
        pg, text = rq.get("PG"), ""
        sn, wk = self.rec(rq, "M")
        if rq.path not in ("/", "/CGI-BIN/MAIL.EXE"):
            return Response("<H1>404 Not Found</H1>", 404)
        if wk is not None and pg == "PIC":
            return self.pic(wk, True)
        if wk is not None and "BOX" in wk:
            if pg == "BYE":
                del self.work[sn]
                self.truth.sessions.discard("mail:" + sn)
                self.truth.counts["sign_out_mail"] += 1
                return self.out("簽退", '已離開信箱<P><A HREF="/">重新簽入</A>')
            return self.out("收件匣", f"""<H3>收件匣</H3>{escape(self.truth.alias)}@ntuh.gov.tw
<TABLE BORDER=1><TR><TH>寄件人<TH>主旨<TR><TD>POSTMASTER<TD>歡迎使用</TABLE><P><A HREF="/CGI-BIN/MAIL.EXE?PG=BYE&SN={sn}">離開信箱(登出)</A>""")
        if pg == "CHK" and rq.method == "POST":
            self.takes(rq, ACCT="mail_account", PASS="mail_password", VC="captcha")
            if wk is None or not self.seq(rq, wk):
                text = "畫面過期，請重新輸入"
            elif not self.same(wk, rq.get("VC"), True):
                text = "驗證碼錯誤"
            elif not self.truth.alias or rq.get("ACCT").strip().lower().split("@")[0] != self.truth.alias or rq.get("PASS") != self.truth.cloud_password:
                text = "帳號或密碼錯誤"
            else:
                del self.work[sn]
                sn, wk = self.open("M")
                wk["BOX"] = True
                self.truth.sessions.add("mail:" + sn)
                self.truth.counts["mail_sign_in"] += 1
                to = f"/CGI-BIN/MAIL.EXE?PG=INBOX&SN={sn}"
                return self.out("簽入成功", f'<A HREF="{to}">進入信箱</A>', f'<META HTTP-EQUIV="Refresh" CONTENT="0; URL={to}">')
        sn, wk = self.open("M")
        return self.out("電子郵件", f"""<CENTER><H2>電子郵件系統</H2>{self.err(text)}<FORM METHOD=POST ACTION="/CGI-BIN/MAIL.EXE">
{self.hid(sn, wk, "CHK")}<TABLE BORDER=1>
<TR><TD>帳號:<TD><INPUT NAME=ACCT SIZE=20>
<TR><TD>密碼:<TD><INPUT TYPE=PASSWORD NAME=PASS SIZE=20>
<TR><TD>驗證碼(小寫字母或數字):<TD><INPUT NAME=VC SIZE=6 MAXLENGTH=4> <IMG SRC="/CGI-BIN/MAIL.EXE?PG=PIC&SN={sn}">
<TR><TD COLSPAN=2><INPUT TYPE=CHECKBOX NAME=KEEP VALUE=Y>記住登入資訊 (公用電腦請勿勾選)
</TABLE><INPUT TYPE=SUBMIT VALUE="簽　入"></FORM></CENTER>
<B>公佈欄</B><BR>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<BR>※如無法登入，請先至下方網址變更密碼，謝謝：<A HREF="{self.urls["account"]}/">https://help.ntuh.gov.tw/</A>""")

"""A mod_plsql site of the database group: one procedure a page, upper-case parameters, FRAMESET, Big5.

The developer: Ms. Chen, DBA, who moved her Oracle Forms to the web in 2001 with HTP.P. She names all that comes from outside P_,
all old values O_, gives her buttons a name only where she must branch, forgets cookies at first (a P_SID goes along everywhere),
and copies the ORA- texts into her own messages.
"""

from __future__ import annotations

import html
import re
import secrets
import time

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

HOSP = {"100": "總院區", "300": "金山分院", "500": "竹東分院", "700": "雲林分院"}
COLS = [
    ("ENG_LAST", "english_surname", "英文姓", "ex:Chen(陳)", 20), ("ENG_FIRST", "english_given", "英文首名", "ex: Yi-Fen(怡芬) (說明)", 30),
    ("ENG_MID", "english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填", 20), ("TEL_OFF", "office_phone", "辦公室電話", "ex:61234或23123456", 15),
    ("TEL_HOME", "home_phone", "住宅電話", "ex:0223123456", 15), ("TEL_MOB", "mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", 10),
]
SEND, SURE, NO, NEXT, OPEN, DROP = "發送簡訊動態碼", "確定發送", "取消", "下一步", "啟用雲端服務", "取消啟用"


def out(title: str, inner: str, body: str = 'BGCOLOR="#FFFFEE"', head: str = "") -> Response:
    return Response(
        f'<HTML>\n<HEAD>\n<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5">\n<TITLE>{title}</TITLE>{head}\n</HEAD>\n<BODY {body}>\n{inner}\n</BODY>\n</HTML>\n',
        kind="text/html; charset=big5",
    )


def ora(number: int, text: str, to: str) -> Response:
    """Her one error page."""
    return out("訊息", f'<CENTER><BR><TABLE BORDER=1 CELLPADDING=8><TR BGCOLOR="#CC0000"><TD><FONT COLOR="#FFFFFF"><B>錯誤訊息</B></FONT><TR><TD>ORA-{number}: {text}</TABLE><P><A HREF="{to}">重新輸入</A></CENTER>')


class TheSite(Site):
    charset = "cp950"
    title = "Oracle Forms moved to the web: mod_plsql, one procedure a page"

    def __init__(self) -> None:
        super().__init__()
        self.keys: set[str] = set()
        self.drawn = ""
        self.sids: set[str] = set()
        self.scn = 4711
        self.tickets: dict[str, dict[str, str]] = {}
        self.otp: tuple[str, float] = ("", 0.0)
        self.boxes: set[str] = set()

    def mismatch(self, request: Request, need: str, may: str = "") -> Response | None:
        """The gateway calls a procedure only with the parameters that it has."""
        came = [k for k, _ in request.form] if request.method == "POST" else list(request.query)
        must, allowed = set(need.split()), set(need.split()) | set(may.split())
        if must <= set(came) and set(came) <= allowed and len(came) == len(set(came)):
            return None
        odd = ", ".join(sorted(set(came) ^ must)) or "PLS-00306"
        return Response(f"<HTML><BODY><H1>Not Found</H1>SIGNATURE (parameter names) MISMATCH<BR>VARIABLES IN FORM NOT IN PROCEDURE: {html.escape(odd)}</BODY></HTML>", 404)

    def image(self, request: Request, letters: str, length: int) -> Response:
        key = request.query.get("P_KEY", "")
        if key not in self.keys:
            return Response("", 404)
        self.drawn = key
        return Response(picture(self.truth.new_captcha(letters, length), "JPEG"), kind="image/jpeg", headers=[("Pragma", "no-cache")])

    def picture_right(self, request: Request, typed: str) -> bool:
        key, real = request.get("P_KEY"), self.truth.captcha
        good = key in self.keys and key == self.drawn and bool(real) and typed.strip().upper() == real.upper()
        self.keys.discard(key)
        self.truth.captcha = ""
        return good

    def new_key(self) -> str:
        key = str(secrets.randbelow(10**12) + 10**12)
        self.keys.add(key)
        return key

    def portal(self, request: Request) -> Response:
        call = request.path.rpartition("/")[2].upper()
        if request.path == "/":
            return redirect("/pls/hisprd/PKG_LOGIN.SHOW")
        if call == "PKG_LOGIN.SHOW":
            key = self.new_key()
            options = "".join(f'<OPTION VALUE="{k}"{" SELECTED" if k == "100" else ""}>{v}' for k, v in HOSP.items())
            return out("醫療資訊系統", f"""<CENTER><IMG SRC="/i/ntuh_logo.gif" ALT="National Taiwan University Hospital"><H2>醫療資訊系統</H2>
<FORM METHOD="POST" ACTION="PKG_LOGIN.CHECK" NAME="F_LOGIN">
<INPUT TYPE="hidden" NAME="P_KEY" VALUE="{key}">
<TABLE BORDER=0 CELLPADDING=4 BGCOLOR="#DDEEFF">
<TR><TD ALIGN=RIGHT><B>院　區</B><TD COLSPAN=2><SELECT NAME="P_HOSP">{options}</SELECT>
<TR><TD ALIGN=RIGHT><B>帳　號</B><TD COLSPAN=2><INPUT TYPE="text" NAME="P_EMPNO" SIZE=10 MAXLENGTH=10>
<TR><TD ALIGN=RIGHT><B>密　碼</B><TD COLSPAN=2><INPUT TYPE="password" NAME="P_PASSWD" SIZE=20 MAXLENGTH=30>
<TR><TD ALIGN=RIGHT><B>驗證碼</B><BR><FONT SIZE=-1>(不用區分大小寫)</FONT><TD><INPUT TYPE="text" NAME="P_VCODE" SIZE=8 MAXLENGTH=6><TD><IMG SRC="PKG_LOGIN.PIC?P_KEY={key}" WIDTH=120 HEIGHT=36>
<TR><TD COLSPAN=3 ALIGN=CENTER><INPUT TYPE="submit" VALUE="登　　入"> <INPUT TYPE="reset" VALUE="清　　除">
</TABLE></FORM><A HREF="PKG_LOGIN.SHOW">看不清楚，重新產生驗證碼</A><HR WIDTH="60%"><FONT SIZE=-1>如無法登入請洽資訊室 261120　|　DAD: hisprd</FONT></CENTER>""")
        if call == "PKG_LOGIN.PIC":
            return self.image(request, "123456789BDFHJLNPRTVXZ", 6)
        if call == "PKG_LOGIN.CHECK":
            self.takes(request, P_HOSP="campus", P_EMPNO="employee_id", P_PASSWD="portal_password", P_VCODE="captcha")
            if bad := self.mismatch(request, "P_KEY P_HOSP P_EMPNO P_PASSWD P_VCODE"):
                return bad
            if request.get("P_HOSP") not in HOSP:
                return Response("PLS-00302", 404)
            if not self.picture_right(request, request.get("P_VCODE")):
                self.truth.counts["sign_in_refused"] += 1
                return ora(20011, "圖形驗證碼輸入錯誤或已失效", "PKG_LOGIN.SHOW")
            if request.get("P_HOSP") != "100" or request.get("P_EMPNO").strip() != self.truth.person.employee_id or request.get("P_PASSWD") != self.truth.portal_password:
                self.truth.counts["sign_in_refused"] += 1
                return ora(20001, "使用者代號或密碼錯誤; 登入被拒", "PKG_LOGIN.SHOW")
            sid = secrets.token_hex(16).upper()
            self.sids.add(sid)
            self.truth.sessions.add("portal:" + sid)
            self.truth.counts["sign_in"] += 1
            answer = out("登入中", f'<A HREF="PKG_MENU.MAIN?P_SID={sid}">系統載入中，若未自動跳頁請按此</A>', head=f'<META HTTP-EQUIV="Refresh" CONTENT="1; URL=PKG_MENU.MAIN?P_SID={sid}">')
            answer.headers.append(("Set-Cookie", f"HIS_SID={sid}; path=/pls/"))
            return answer
        sid = request.query.get("P_SID", "")
        if sid not in self.sids or request.cookies.get("HIS_SID") != sid:
            return ora(20099, "連線已中斷，請重新登入", "/pls/hisprd/PKG_LOGIN.SHOW")
        if bad := self.mismatch(request, "P_SID", "P_PGM"):
            return bad
        if call == "PKG_MENU.MAIN":
            return Response(f"""<HTML><HEAD><TITLE>醫療資訊系統</TITLE></HEAD>
<FRAMESET ROWS="52,*" BORDER=0><FRAME SRC="PKG_MENU.TOP?P_SID={sid}" NAME="TOPF" SCROLLING=NO>
<FRAMESET COLS="210,*"><FRAME SRC="PKG_MENU.TREE?P_SID={sid}" NAME="TREE"><FRAME SRC="PKG_MENU.NEWS?P_SID={sid}" NAME="WORK"></FRAMESET>
<NOFRAMES><BODY><A HREF="PKG_MENU.TREE?P_SID={sid}">功能選單</A></BODY></NOFRAMES></FRAMESET></HTML>""", kind="text/html; charset=big5")
        if call == "PKG_MENU.TOP":
            return out("TOP", f'<TABLE WIDTH="100%"><TR><TD><B>{self.truth.person.name}</B> 您好! <TD>總院差勤待簽 0 未核准 0 被駁回 0 <TD ALIGN=RIGHT><A HREF="PKG_LOGIN.LOGOUT?P_SID={sid}" TARGET="_top">登出系統</A></TABLE>', 'BGCOLOR="#336699" TEXT="#FFFFFF" LINK="#FFFF00"')
        if call == "PKG_MENU.NEWS":
            return out("NEWS", "<H3>全院公告</H3><TABLE BORDER=1><TR><TH>日期<TH>標題<TR><TD>2019/10/21<TD>請全院同仁填報「薪資所得免稅額申報表」</TABLE>")
        if call == "PKG_MENU.TREE":
            inner = self.urls["inner"] + "/pls/hrprd/"
            rows = [("個人簽章提醒設定", "HR0110"), ("薪資所得免稅額申報表", "HR0120"), ("查詢員工連絡資料", "HR0130"), ("個人就醫紀錄查詢", "OP0310"), ("流感同意書列印", "IC0020")]
            others = "".join(f'<TR><TD><IMG SRC="/i/dot.gif"><TD><A HREF="PKG_MENU.RUN?P_SID={sid}&P_PGM={pgm}" TARGET="WORK">{text}</A>' for text, pgm in rows)
            return out("MENU", f"""<TABLE BORDER=0><TR BGCOLOR="#99CCFF"><TD COLSPAN=2><B>醫療系統</B><TR BGCOLOR="#99CCFF"><TD COLSPAN=2><B>行政系統</B><TR BGCOLOR="#99CCFF"><TD COLSPAN=2><B>個人管理</B>
<TR><TD><IMG SRC="/i/dot.gif"><TD><A HREF="{inner}PKG_CHG_PWD.SHOW?P_SID={sid}" TARGET="WORK">更改密碼</A>{others}
<TR><TD><IMG SRC="/i/dot.gif"><TD><A HREF="{inner}PKG_EMP_TEL.QRY?P_SID={sid}" TARGET="WORK">維護個人<BR>連絡資料</A></TABLE>""")
        if call == "PKG_MENU.RUN":
            return out("RUN", "您無執行此程式之權限 (ORA-01031)")
        if call == "PKG_LOGIN.LOGOUT":
            self.sids.discard(sid)
            self.truth.sessions.discard("portal:" + sid)
            self.truth.counts["sign_out_portal"] += 1
            return out("登出", '您已離開系統。<A HREF="PKG_LOGIN.SHOW">再次登入</A>')
        return Response("<H1>Not Found</H1>", 404)

    def inner(self, request: Request) -> Response:
        call, sid = request.path.rpartition("/")[2].upper(), request.get("P_SID")
        meanings = {"P_OLD_PWD": "old_password", "P_NEW_PWD": "new_password", "P_NEW_PWD2": "new_password_again", "P_TEL_MOB": "mobile_phone"}
        if request.method == "POST":
            self.takes(request, **meanings)
        if sid not in self.sids:
            return ora(20099, "連線已中斷，請重新登入", self.urls["portal"] + "/pls/hisprd/PKG_LOGIN.SHOW")
        home = f'<A HREF="{self.urls["portal"]}/pls/hisprd/PKG_MENU.MAIN?P_SID={sid}" TARGET="_top">回功能選單</A>'
        if call == "PKG_CHG_PWD.SHOW":
            return self.mismatch(request, "P_SID") or out("更改密碼", f"""<H3>更改密碼</H3><FORM METHOD="POST" ACTION="PKG_CHG_PWD.UPD"><INPUT TYPE="hidden" NAME="P_SID" VALUE="{sid}">
<TABLE BORDER=1 CELLSPACING=0><TR><TD BGCOLOR="#CCFFCC">請輸入舊密碼：<TD><INPUT TYPE="password" NAME="P_OLD_PWD" MAXLENGTH=30>
<TR><TD BGCOLOR="#CCFFCC">請輸入新密碼：<TD><INPUT TYPE="password" NAME="P_NEW_PWD" MAXLENGTH=30>
<TR><TD BGCOLOR="#CCFFCC">請再輸入新密碼：<TD><INPUT TYPE="password" NAME="P_NEW_PWD2" MAXLENGTH=30></TABLE>
<INPUT TYPE="submit" VALUE="存　檔"> <INPUT TYPE="reset" VALUE="重　填"></FORM>密碼設定條件：<OL><LI>密碼長度不可少於8個字元<LI>密碼內容需包含英文及數字</OL>{home}""")
        if call == "PKG_CHG_PWD.UPD":
            if bad := self.mismatch(request, "P_SID P_OLD_PWD P_NEW_PWD P_NEW_PWD2"):
                return bad
            old, new, again = (request.get(x) for x in ("P_OLD_PWD", "P_NEW_PWD", "P_NEW_PWD2"))
            said = ""
            if old != self.truth.portal_password:
                said = "舊密碼與資料庫不符"
            elif new != again:
                said = "新密碼前後兩次輸入不相符"
            elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search(r"\d", new):
                said = "新密碼違反設定條件"
            if said:
                self.truth.counts["password_refused"] += 1
                return ora(20021, said, f"PKG_CHG_PWD.SHOW?P_SID={sid}")
            self.truth.portal_password = new
            self.truth.counts["password_changed"] += 1
            return out("更改密碼", f"<H3>更改密碼</H3><FONT COLOR=BLUE>1 筆資料已更新，密碼變更生效。</FONT><P>{home}")
        if call == "PKG_EMP_TEL.QRY":
            return self.mismatch(request, "P_SID") or self.telephone(sid, home, "")
        if call == "PKG_EMP_TEL.UPD":
            names = " ".join(f"P_{c[0]} O_{c[0]}" for c in COLS)
            if bad := self.mismatch(request, "P_SID P_SCN " + names):
                return bad
            now = self.values()
            if request.get("P_SCN") != str(self.scn) or any(request.get("O_" + c[0]) != now[c[1]] for c in COLS):
                return ora(20031, "此筆資料已被其他使用者異動，請重新查詢", f"PKG_EMP_TEL.QRY?P_SID={sid}")
            if not re.fullmatch(r"09\d{8}", request.get("P_TEL_MOB")) or any(len(request.get("P_" + c[0])) > c[4] for c in COLS):
                return ora(6502, "行動電話須為09開頭之10碼數字，或欄位過長", f"PKG_EMP_TEL.QRY?P_SID={sid}")
            self.truth.saved_contact = {c[1]: request.get("P_" + c[0]) for c in COLS}
            self.truth.counts["contact_saved"] += 1
            self.scn += 1
            return self.telephone(sid, home, "<FONT COLOR=BLUE>FRM-40400: 交易完成，1 筆資料已存檔。</FONT>")
        return Response("<H1>Not Found</H1>", 404)

    def values(self) -> dict[str, str]:
        return {c[1]: self.truth.saved_contact.get(c[1], getattr(self.truth.person, c[1])) for c in COLS}

    def telephone(self, sid: str, home: str, said: str) -> Response:
        now = self.values()
        rows = "".join(
            f'<TR><TD BGCOLOR="#FFFFCC">{text}：<TD><INPUT TYPE="hidden" NAME="O_{col}" VALUE="{html.escape(now[key])}"><INPUT TYPE="text" NAME="P_{col}" VALUE="{html.escape(now[key])}" SIZE={size} MAXLENGTH={size}> <FONT SIZE=-1>{hint}</FONT>\n'
            for col, key, text, hint, size in COLS
        )
        return out("維護個人連絡資料", f"""<B>台大醫院---維護個人連絡資料</B> {said}<FORM METHOD="POST" ACTION="PKG_EMP_TEL.UPD"><INPUT TYPE="hidden" NAME="P_SID" VALUE="{sid}"><INPUT TYPE="hidden" NAME="P_SCN" VALUE="{self.scn}">
<INPUT TYPE="submit" VALUE="異動儲存"><TABLE BORDER=1 CELLSPACING=0><TR><TD BGCOLOR="#FFFFCC">員工編號：<TD>{self.truth.person.employee_id}　姓名：{self.truth.person.name}
{rows}</TABLE></FORM>{home}""")

    def account(self, request: Request) -> Response:
        call = request.path.rpartition("/")[2].upper()
        if request.path == "/":
            return redirect("/pls/acct/ACC.HOME")
        if call == "ACC.HOME":
            return out("網路帳號服務", """<CENTER><H2>台大醫院網路帳號服務</H2></CENTER><B>《規範》</B><BR>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用
<UL><LI>使用本帳號發信、登入VPN等，依本院資安規定進行系統記錄，請勿借用或盜用。<LI>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</UL>
<B>《常見問題與服務》</B><DL><DT>密碼修改後多久可以生效<DD>即時生效。<DT>忘記密碼<DD>請您親自以下方按鈕取得簡訊後進行密碼設定。</DL>
<TABLE BORDER=1 CELLPADDING=6><TR><TD><A HREF="ACC.PROOF?P_FN=NEW">啟用網路帳號及<BR>首次雲端帳號密碼設定</A><TD>啟用本院微軟相關服務，如：Office365, Outlook...
<TR><TD><A HREF="ACC.PROOF?P_FN=RST">重置雲端服務密碼</A><TD>重設非Portal帳號的密碼：Email, 無線網路, KM, TMS<TR><TD><A HREF="ACC.VPN">總院廠商VPN展延申請</A><TD>總院廠商VPN到期，重新啟用申請。</TABLE>""")
        if call == "ACC.PROOF":
            if bad := self.mismatch(request, "P_FN", "P_TK"):
                return bad
            if request.query["P_FN"] not in ("NEW", "RST"):
                return Response("<H1>Not Found</H1>", 404)
            tk = request.query.get("P_TK", "")
            if tk not in self.tickets or self.tickets[tk]["fn"] != request.query["P_FN"]:
                tk = secrets.token_hex(8).upper()
                self.tickets[tk] = {"fn": request.query["P_FN"], "id": "", "ok": ""}
            return self.proof(tk, "")
        if call == "ACC.VPN":
            return out("VPN", '限廠商使用 <A HREF="ACC.HOME">回首頁</A>')
        self.takes(request, P_ACCT="employee_id", P_GSM="registered_phone", P_OTP="code", P_ALIAS="alias", P_PW1="cloud_password", P_PW2="cloud_password_again")
        tk = request.get("P_TK")
        seat = self.tickets.get(tk)
        if seat is None:
            return ora(20099, "作業逾時，請由首頁重新進入", "ACC.HOME")
        do = request.get("P_ACTION")
        if call == "ACC.PROC":
            if bad := self.mismatch(request, "P_TK P_ACCT P_OTP P_ACTION"):
                return bad
            seat["id"] = request.get("P_ACCT").strip()
            if do == SEND:
                if not re.fullmatch(r"\d{6}", seat["id"]):
                    return self.proof(tk, "ORA-20040: 請輸入6位數之員工編號")
                return self.phone(tk, "")
            if do != NEXT:
                return Response("<H1>Not Found</H1>", 404)
            code, since = self.otp
            if code and seat["id"] == self.truth.person.employee_id and request.get("P_OTP").strip() == code:
                self.otp = ("", 0.0)
                if time.time() - since <= 120:
                    seat["ok"] = "Y"
                    self.truth.sessions.add("account:" + tk)
                    self.truth.counts["code_accepted"] += 1
                    return redirect(f"ACC.{'ALIAS' if seat['fn'] == 'NEW' else 'RESET'}?P_TK={tk}")
                self.truth.counts["code_refused"] += 1
                return self.proof(tk, "ORA-20043: 動態碼已超過2分鐘，請重新取得")
            self.truth.counts["code_refused"] += 1
            return self.proof(tk, "ORA-20042: 動態碼不正確")
        if call == "ACC.SMS":
            if bad := self.mismatch(request, "P_TK P_GSM P_ACTION"):
                return bad
            if do == NO:
                return redirect(f"ACC.PROOF?P_FN={seat['fn']}&P_TK={tk}")
            cell = self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone)
            if seat["id"] != self.truth.person.employee_id or request.get("P_GSM").strip() != cell or do != SURE:
                return self.phone(tk, "ORA-20041: 手機門號與登記資料不同")
            self.otp = (self.truth.new_message(), time.time())
            return out("發送結果", f"""<CENTER><H3>動態碼簡訊發送成功</H3>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」
<FORM METHOD="GET" ACTION="ACC.PROOF"><INPUT TYPE="hidden" NAME="P_FN" VALUE="{seat['fn']}"><INPUT TYPE="hidden" NAME="P_TK" VALUE="{tk}"><INPUT TYPE="submit" VALUE="確定"></FORM></CENTER>""")
        if not seat["ok"] or "account:" + tk not in self.truth.sessions:
            return ora(20099, "尚未通過身分驗證", "ACC.HOME")
        if call == "ACC.BYE":
            self.truth.sessions.discard("account:" + tk)
            self.tickets.pop(tk)
            self.truth.counts["sign_out_account"] += 1
            return redirect("ACC.HOME")
        bye = f'<A HREF="ACC.BYE?P_TK={tk}">離開本系統</A>'
        pw1, pw2 = request.get("P_PW1"), request.get("P_PW2")
        weak = pw1 != pw2 or len(pw1) < 8 or not re.search("[A-Za-z]", pw1) or not re.search(r"\d", pw1)
        if call == "ACC.ALIAS":
            return self.alias(tk, "", bye)
        if call == "ACC.ALIAS_INS":
            if bad := self.mismatch(request, "P_TK P_ALIAS P_PW1 P_PW2 P_ACTION"):
                return bad
            alias = request.get("P_ALIAS").strip().lower()
            if do == DROP:
                return redirect(f"ACC.BYE?P_TK={tk}")
            if self.truth.alias:
                return self.alias(tk, "ORA-00001: 違反唯一性條件，帳號已啟用過", bye)
            if not re.fullmatch(r"[a-z0-9][a-z0-9._\-]{0,63}", alias):
                return self.alias(tk, "ORA-20051: 名稱含有不允許之字元或空白", bye)
            if alias == "taken.name":
                return self.alias(tk, "ORA-20052: 該名稱已有人使用，請更換", bye)
            if weak:
                return self.alias(tk, "ORA-20053: 密碼太短、未含英數字，或兩次不同", bye)
            self.truth.alias, self.truth.cloud_password = alias, pw1
            self.truth.counts["activated"] += 1
            return out("完成", f"<H3>新增 1 筆帳號資料完成</H3>您的信箱：{alias}@ntuh.gov.tw，隔日開始使用。<P>{bye}")
        if call == "ACC.RESET":
            return self.reset(tk, "", bye)
        if call == "ACC.RESET_UPD":
            if bad := self.mismatch(request, "P_TK P_PW1 P_PW2"):
                return bad
            if not self.truth.alias or weak:
                return self.reset(tk, "ORA-20061: 帳號未啟用，或密碼不合規定", bye)
            self.truth.cloud_password = pw1
            return out("完成", f"密碼已重置，更新 1 筆。<P>{bye}")
        return Response("<H1>Not Found</H1>", 404)

    def proof(self, tk: str, said: str) -> Response:
        seat = self.tickets[tk]
        name = "啟用網路帳號及首次雲端帳號密碼設定" if seat["fn"] == "NEW" else "重置雲端服務密碼"
        return out(name, f"""<B>注意事項</B><UL><LI>電子郵件別名第一次設定之後則不能修改，請慎重選擇。<LI>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<LI>請輸入帳號與簡訊動態碼後按「下一步」。</UL><H3>{name}</H3><FONT COLOR=RED>{said}</FONT>
<FORM METHOD="POST" ACTION="ACC.PROC"><INPUT TYPE="hidden" NAME="P_TK" VALUE="{tk}"><TABLE BORDER=1>
<TR><TD>網路帳號 / 主職員工編號<TD><INPUT TYPE="text" NAME="P_ACCT" MAXLENGTH=6 VALUE="{html.escape(seat["id"])}"> <INPUT TYPE="submit" NAME="P_ACTION" VALUE="{SEND}">
<TR><TD>簡訊(或MOTP)動態碼<TD><INPUT TYPE="text" NAME="P_OTP" MAXLENGTH=8><TR><TD COLSPAN=2 ALIGN=RIGHT><INPUT TYPE="submit" NAME="P_ACTION" VALUE="{NEXT}"></TABLE></FORM>""")

    def phone(self, tk: str, said: str) -> Response:
        return out("手機門號", f"""<CENTER><FONT COLOR=RED>{said}</FONT><FORM METHOD="POST" ACTION="ACC.SMS"><INPUT TYPE="hidden" NAME="P_TK" VALUE="{tk}"><TABLE BORDER=1><TR><TD>請輸入帳號登記的手機門號(10碼)<TR><TD><INPUT TYPE="text" NAME="P_GSM" MAXLENGTH=10>
<TR><TD ALIGN=CENTER><INPUT TYPE="submit" NAME="P_ACTION" VALUE="{SURE}"> <INPUT TYPE="submit" NAME="P_ACTION" VALUE="{NO}"></TABLE></FORM></CENTER>""")

    def alias(self, tk: str, said: str, bye: str) -> Response:
        one = self.truth.person
        facts = f"<TR><TD>網路帳號 / 主職員工編號<TD>{one.employee_id}<TR><TD>帳號姓名<TD>{one.name}<TR><TD>主職單位<TD>{one.unit}<TR><TD>有效期限<TD>{one.valid_until}"
        if self.truth.alias:
            return out("設定密碼與郵件別名", f"<H3>設定密碼與郵件別名</H3><FONT COLOR=RED>{said}</FONT><TABLE BORDER=1>{facts}<TR><TD>電子郵件<TD>{self.truth.alias}@ntuh.gov.tw<TR><TD>帳號狀態<TD>已啟用</TABLE>{bye}")
        return out("設定密碼與郵件別名", f"""<H3>設定密碼與郵件別名</H3><FONT COLOR=RED>{said}</FONT><FORM METHOD="POST" ACTION="ACC.ALIAS_INS"><INPUT TYPE="hidden" NAME="P_TK" VALUE="{tk}"><TABLE BORDER=1>{facts}
<TR><TD>雲端服務帳號<BR>(電子郵件名稱)<TD><INPUT TYPE="text" NAME="P_ALIAS" MAXLENGTH=64>@ntuh.gov.tw 名稱長度限64字元內
<TR><TD>雲端密碼<TD><INPUT TYPE="password" NAME="P_PW1"> 8碼以上英數字<TR><TD>雲端密碼(再次)<TD><INPUT TYPE="password" NAME="P_PW2"></TABLE>
<INPUT TYPE="submit" NAME="P_ACTION" VALUE="{DROP}"> <INPUT TYPE="submit" NAME="P_ACTION" VALUE="{OPEN}"></FORM>服務於設定完成隔日生效<BR>{bye}""")

    def reset(self, tk: str, said: str, bye: str) -> Response:
        return out("重置雲端服務密碼", f"""<H3>重置雲端服務密碼</H3><FONT COLOR=RED>{said}</FONT><FORM METHOD="POST" ACTION="ACC.RESET_UPD"><INPUT TYPE="hidden" NAME="P_TK" VALUE="{tk}">新的雲端密碼 <INPUT TYPE="password" NAME="P_PW1"><BR>雲端密碼(再次) <INPUT TYPE="password" NAME="P_PW2"><BR><INPUT TYPE="submit" VALUE="重置"></FORM>{bye}""")

    def mail(self, request: Request) -> Response:
        call = request.path.rpartition("/")[2].upper()
        if request.path == "/":
            return redirect("/pls/mail/WEBMAIL.LOGIN")
        if call == "WEBMAIL.LOGIN":
            key = self.new_key()
            return out("電子信箱", f"""<TABLE><TR><TD VALIGN=TOP><FORM METHOD="POST" ACTION="WEBMAIL.AUTH"><INPUT TYPE="hidden" NAME="P_KEY" VALUE="{key}">帳號: <INPUT TYPE="text" NAME="P_USER"><BR>密碼: <INPUT TYPE="password" NAME="P_PWD"><BR>
驗證碼(小寫字母或數字): <INPUT TYPE="text" NAME="P_VCODE" SIZE=6> <IMG SRC="WEBMAIL.PIC?P_KEY={key}"><BR><INPUT TYPE="checkbox" NAME="P_KEEP" VALUE="Y"> 記住登入資訊 (公用電腦請勿勾選)<BR><INPUT TYPE="submit" VALUE="登　入"></FORM>
<TD VALIGN=TOP><B>公佈欄</B><BR>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</TABLE>""")
        if call == "WEBMAIL.PIC":
            return self.image(request, "abcdefghkmnprstuvwxyz2345678", 4)
        if call == "WEBMAIL.AUTH":
            self.takes(request, P_USER="mail_account", P_PWD="mail_password", P_VCODE="captcha")
            if bad := self.mismatch(request, "P_KEY P_USER P_PWD P_VCODE", "P_KEEP"):
                return bad
            if not self.picture_right(request, request.get("P_VCODE")):
                return ora(20071, "驗證碼錯誤", "WEBMAIL.LOGIN")
            if not self.truth.alias or request.get("P_USER").strip().lower().removesuffix("@ntuh.gov.tw") != self.truth.alias or request.get("P_PWD") != self.truth.cloud_password:
                return ora(1017, "信箱帳號/密碼錯誤", "WEBMAIL.LOGIN")
            sid = secrets.token_hex(12)
            self.boxes.add(sid)
            self.truth.sessions.add("mail:" + sid)
            self.truth.counts["mail_sign_in"] += 1
            return redirect(f"WEBMAIL.LIST?P_ID={sid}")
        sid = request.query.get("P_ID", "")
        if sid not in self.boxes:
            return ora(20099, "請重新登入", "WEBMAIL.LOGIN")
        if call == "WEBMAIL.QUIT":
            self.boxes.discard(sid)
            self.truth.sessions.discard("mail:" + sid)
            self.truth.counts["sign_out_mail"] += 1
            return redirect("WEBMAIL.LOGIN")
        return out("收件匣", f'<H3>收件匣 {self.truth.alias}@ntuh.gov.tw</H3><TABLE BORDER=1><TR><TH>寄件人<TH>主旨<TR><TD>postmaster<TD>歡迎使用</TABLE><A HREF="WEBMAIL.QUIT?P_ID={sid}">登出信箱</A>')

"""A hospital whose sites were written in classic ASP (VBScript, FrontPage) in 2003, in Big5 and in frames."""

from __future__ import annotations

import html
import re
import secrets
import time

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect


def q(text: str) -> str:
    return html.escape(text, quote=True)


class TheSite(Site):
    title = "classic asp frames 2003"
    charset = "cp950"

    def __init__(self) -> None:
        super().__init__()
        self.bags: dict[str, dict] = {}

    # ------------------------------------------------------------ Session("…")
    def _bag(self, r: Request, suffix: str) -> dict:
        key = r.cookies.get("ASPSESSIONID" + suffix, "")
        if key not in self.bags:
            key = "".join(secrets.choice("ABCDEFGHIJKLMNOP") for _ in range(24))
            self.bags[key] = {"cookie": f"ASPSESSIONID{suffix}={key}; path=/"}
        return self.bags[key]

    def _send(self, bag: dict, answer: Response) -> Response:
        if not answer.kind.startswith("image"):
            answer.kind = "text/html"
        if "cookie" in bag:
            answer.headers.append(("Set-Cookie", bag.pop("cookie")))
        answer.headers += [("Cache-control", "private"), ("X-Powered-By", "ASP.NET")]
        return answer

    def _doc(self, title: str, body: str, head: str = "", attributes: str = 'BGCOLOR="#FFFFFF"') -> Response:
        return Response(f"""<HTML>
<HEAD>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5">
<META NAME="GENERATOR" CONTENT="Microsoft FrontPage 4.0">
<TITLE>{title}</TITLE>
{head}</HEAD>
<BODY {attributes}>
{body}
</BODY>
</HTML>
""", kind="text/html")

    def _frames(self, title: str, inside: str) -> Response:
        return Response(f"""<HTML>
<HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5"><TITLE>{title}</TITLE></HEAD>
{inside}
</HTML>
""", kind="text/html")

    def _alert(self, text: str, to: str, window: str = "") -> Response:
        return Response(f'<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5">\n<SCRIPT LANGUAGE="JavaScript">\n<!--\nalert(\'{text}\');\n{window}location.href=\'{to}\';\n//-->\n</SCRIPT>\n', kind="text/html")

    def _lost(self) -> Response:
        return Response("<font face=\"Arial\" size=2><p>HTTP 404 - 找不到檔案</p></font>", 404, "text/html")

    def _vcode(self, bag: dict, kind: str, letters: str = "") -> Response:
        bag["vcode"] = self.truth.new_captcha(letters) if letters else self.truth.new_captcha()
        return Response(picture(bag["vcode"], kind), kind="image/" + kind.lower(), headers=[("Pragma", "no-cache")])

    def _vcode_right(self, bag: dict, given: str) -> bool:
        wanted = bag.pop("vcode", "")
        right = bool(wanted) and wanted == self.truth.captcha and given == wanted
        self.truth.captcha = ""
        return right

    def _serial(self, bag: dict) -> str:
        bag["serial"] = secrets.token_hex(5).upper()
        return f'<INPUT TYPE=hidden NAME=SERIAL VALUE="{bag["serial"]}">'

    def _serial_right(self, r: Request, bag: dict) -> bool:
        wanted = bag.pop("serial", "")
        return bool(wanted) and r.method == "POST" and r.get("SERIAL") == wanted

    # ------------------------------------------------------------ portal
    def portal(self, r: Request) -> Response:
        bag = self._bag(r, "QQGBTAAC")
        return self._send(bag, self._portal(r, bag))

    def _portal(self, r: Request, bag: dict) -> Response:
        page, t = r.path.lower(), self.truth
        if page == "/":
            return redirect("/default.asp")
        if page == "/default.asp":
            return self._frames("醫療資訊系統", """<FRAMESET ROWS="72,*" FRAMEBORDER=0 BORDER=0>
<FRAME NAME="banner" SRC="banner.asp" SCROLLING=no NORESIZE>
<FRAME NAME="body" SRC="login.asp">
<NOFRAMES><BODY>您的瀏覽器不支援頁框，請按<A HREF="login.asp">這裡</A></BODY></NOFRAMES>
</FRAMESET>""")
        if page == "/banner.asp":
            return self._doc("banner", '<IMG SRC="images/logo.gif" WIDTH=300 HEIGHT=50 ALT="National Taiwan University Hospital"><FONT FACE="標楷體" SIZE=5 COLOR=#FFFFFF>醫療資訊系統</FONT>', attributes='BGCOLOR="#006699"')
        if page == "/vcode.asp":
            return self._vcode(bag, "GIF")
        if page == "/login.asp":
            return self._doc("登入", """<CENTER>
<FORM NAME="form1" METHOD="POST" ACTION="chklogin.asp" TARGET="_top">
<TABLE BORDER=1 CELLPADDING=4 BORDERCOLOR="#6699CC">
<TR BGCOLOR="#CCE6FF"><TD COLSPAN=2 ALIGN=center><B>登入本院PORTAL系統</B>
<TR><TD ALIGN=right>院　區<TD><SELECT NAME="HOSP"><OPTION VALUE="T0" SELECTED>總院區<OPTION VALUE="T2">北護分院<OPTION VALUE="Y0">雲林分院</SELECT>
<TR><TD ALIGN=right>帳　號<TD><INPUT TYPE=text NAME="UID" SIZE=12 MAXLENGTH=6>
<TR><TD ALIGN=right>密　碼<TD><INPUT TYPE=password NAME="PWD" SIZE=12>
<TR><TD ALIGN=right>驗證碼<TD><INPUT TYPE=text NAME="CHK" SIZE=8 MAXLENGTH=6 AUTOCOMPLETE=off> <IMG SRC="vcode.asp" ALIGN=absmiddle WIDTH=120 HEIGHT=36><BR><FONT SIZE=2>(不用區分大小寫)</FONT>
<TR><TD COLSPAN=2 ALIGN=center><A HREF="javascript:document.form1.submit()"><B>【登 入】</B></A>　<A HREF="javascript:document.form1.reset()">【清 除】</A>
</TABLE>
</FORM>
<FONT SIZE=2>建議使用 IE 5.0 以上, 解析度 800x600</FONT>
</CENTER>""")
        if page == "/chklogin.asp":
            self.takes(r, HOSP="campus", UID="employee_id", PWD="portal_password", CHK="captcha")
            why = ""
            if r.method != "POST" or not self._vcode_right(bag, r.get("CHK").strip().upper()):
                why = "驗證碼輸入有誤，請重新輸入！"
            elif r.get("HOSP") not in ("T0", "T2", "Y0"):
                why = "請選擇院區！"
            elif (r.get("UID").strip(), r.get("PWD")) != (t.person.employee_id, t.portal_password):
                why = "帳號或密碼錯誤，請重新登入！"
            if why:
                t.counts["sign_in_refused"] += 1
                return self._alert(why, "default.asp", "top.")
            token = secrets.token_hex(16).upper()
            bag["token"] = token
            t.sessions.add(f"portal:{token}")
            t.counts["sign_in"] += 1
            return redirect(f"index.asp?SESSION={token}")
        token = r.get("SESSION")
        if f"portal:{token}" not in t.sessions or bag.get("token") != token:
            return self._alert("連線逾時，請重新登入", "/default.asp", "top.")
        if page == "/index.asp":
            return self._frames("醫療資訊系統", f"""<FRAMESET ROWS="72,*" BORDER=0 FRAMEBORDER=0>
<FRAME NAME="banner" SRC="banner.asp" SCROLLING=no NORESIZE>
<FRAMESET COLS="190,*">
<FRAME NAME="menu" SRC="menu.asp?SESSION={token}">
<FRAME NAME="main" SRC="main.asp?SESSION={token}">
</FRAMESET>
</FRAMESET>""")
        if page == "/menu.asp":
            inside = self.urls["inner"]
            return self._doc("選單", f"""<FONT SIZE=2>
<FORM NAME="form1" METHOD=POST ACTION="{inside}/person/chgpwd.asp" TARGET="main"><INPUT TYPE=hidden NAME=SESSION VALUE="{token}"></FORM>
<B>■ 醫療系統</B><BR>　<A HREF="none.asp?SESSION={token}" TARGET=main>門診系統</A><BR>
<B>■ 個人管理</B><BR>
　<A HREF="javascript:document.form1.submit()">更改密碼</A><BR>
　<A HREF="none.asp?SESSION={token}" TARGET=main>個人簽章提醒設定</A><BR>
　<A HREF="none.asp?SESSION={token}" TARGET=main>查詢員工連絡資料</A><BR>
　<A HREF="{inside}/person/contact.asp?SESSION={token}" TARGET=main>維護個人連絡資料</A><BR>
　<A HREF="none.asp?SESSION={token}" TARGET=main>個人就醫紀錄查詢</A><BR>
<HR><A HREF="logout.asp?SESSION={token}" TARGET=_top>登出系統</A>
</FONT>""", attributes='BGCOLOR="#E6F2FF" LINK="#003399" VLINK="#003399"')
        if page == "/main.asp":
            return self._doc("公告", f"""<P>{t.person.name} 您好!
<P><FONT SIZE=2>總院差勤待簽 0 未核准 0 被駁回 0</FONT>
<TABLE BORDER=1 WIDTH="90%"><TR BGCOLOR=#FFFFCC><TD>日期<TD>全院公告
<TR><TD>2003/10/21<TD>請全院同仁填報「薪資所得免稅額申報表」<TR><TD>2003/09/13<TD>請同仁定期更新密碼</TABLE>
<MARQUEE>歡迎使用醫療資訊系統</MARQUEE>""")
        if page == "/none.asp":
            return self._doc("訊息", "<P><FONT COLOR=red>您沒有使用此功能的權限</FONT>")
        if page == "/logout.asp":
            t.sessions.discard(f"portal:{token}")
            bag.pop("token", None)
            t.counts["sign_out_portal"] += 1
            return self._doc("登出", '<CENTER><P>您已登出，謝謝使用<P><A HREF="default.asp">重新登入</A></CENTER>')
        return self._lost()

    # ------------------------------------------------------------ inner
    def inner(self, r: Request) -> Response:
        bag = self._bag(r, "CSDRTQDA")
        return self._send(bag, self._inner(r, bag))

    def _inner(self, r: Request, bag: dict) -> Response:
        page, t, p, token = r.path.lower(), self.truth, self.truth.person, r.get("SESSION")
        keys = {"ESUR": "english_surname", "EGIVEN": "english_given", "EMID": "english_middle", "OTEL": "office_phone", "HTEL": "home_phone", "MTEL": "mobile_phone"}
        if page == "/person/chgpwd_save.asp":
            self.takes(r, OLDPWD="old_password", NEWPWD="new_password", NEWPWD2="new_password_again")
        elif page == "/person/contact_save.asp":
            self.takes(r, **keys)
        if f"portal:{token}" not in t.sessions:
            return self._alert("連線逾時，請重新登入", self.urls["portal"] + "/default.asp", "top.")
        back = f'<A HREF="{self.urls["portal"]}/index.asp?SESSION={token}" TARGET=_top>回功能選單</A>　<A HREF="{self.urls["portal"]}/logout.asp?SESSION={token}" TARGET=_top>登出系統</A>'
        if page == "/person/chgpwd.asp":
            return self._doc("更改密碼", f"""<CENTER><H3>更改密碼</H3>
<FORM NAME="form1" METHOD="POST" ACTION="chgpwd_save.asp">
<INPUT TYPE=hidden NAME=SESSION VALUE="{token}">{self._serial(bag)}
<TABLE BORDER=0 BGCOLOR="#EEEEEE">
<TR><TD>請輸入舊密碼：<TD><INPUT TYPE=password NAME=OLDPWD SIZE=20>
<TR><TD>請輸入新密碼：<TD><INPUT TYPE=password NAME=NEWPWD SIZE=20>
<TR><TD>請再輸入新密碼：<TD><INPUT TYPE=password NAME=NEWPWD2 SIZE=20>
</TABLE>
<A HREF="javascript:document.form1.submit()">[確定修改]</A>　<A HREF="javascript:document.form1.reset()">[重填]</A>
</FORM>
<FONT SIZE=2 COLOR=blue>密碼設定條件：<BR>1.密碼長度不可少於8個字元<BR>2.密碼內容需包含英文及數字</FONT>
<P>{back}</CENTER>""")
        if page == "/person/chgpwd_save.asp":
            old, new, again = r.get("OLDPWD"), r.get("NEWPWD"), r.get("NEWPWD2")
            why = ""
            if not self._serial_right(r, bag):
                why = "網頁已過期，請重新操作"
            elif old != t.portal_password:
                why = "舊密碼不正確"
            elif new != again:
                why = "兩次輸入的新密碼不相同"
            elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                why = "新密碼長度不足或未包含英文及數字"
            if why:
                t.counts["password_refused"] += 1
                return self._alert(why, f"chgpwd.asp?SESSION={token}")
            t.portal_password = new
            t.counts["password_changed"] += 1
            return self._doc("更改密碼", f"<CENTER><P><FONT COLOR=green SIZE=4>密碼修改成功</FONT><P>下次登入時請使用新密碼<P>{back}</CENTER>")
        if page == "/person/contact_save.asp":
            if not self._serial_right(r, bag) or not all(r.has(name) for name in keys):
                return self._alert("網頁已過期，請重新操作", f"contact.asp?SESSION={token}")
            if not re.fullmatch(r"09\d{8}", r.get("MTEL").strip()):
                return self._alert("行動電話格式錯誤，資料未儲存", f"contact.asp?SESSION={token}")
            t.saved_contact.update({key: r.get(name).strip() for name, key in keys.items()})
            t.counts["contact_saved"] += 1
            return redirect(f"contact.asp?SESSION={token}&MSG=1")
        if page == "/person/contact.asp":
            now = {name: q(t.saved_contact.get(key, getattr(p, key))) for name, key in keys.items()}
            told = "<P><FONT COLOR=red><B>資料已異動完成！</B></FONT>" if r.query.get("MSG") == "1" else ""
            return self._doc("維護個人連絡資料", f"""<B>台大醫院---維護個人連絡資料</B>{told}
<FORM NAME="form1" METHOD=POST ACTION="contact_save.asp">
<INPUT TYPE=hidden NAME=SESSION VALUE="{token}">{self._serial(bag)}
<A HREF="javascript:document.form1.submit()">異動儲存</A>
<TABLE BORDER=1 CELLSPACING=0 BORDERCOLORDARK=#FFFFFF>
<TR><TD>員工編號：<TD>{p.employee_id}<TD>姓名：<TD>{p.name}
<TR><TD>英文姓：<TD COLSPAN=3><INPUT NAME=ESUR VALUE="{now['ESUR']}" SIZE=15> <FONT SIZE=2>ex:Chen(陳)</FONT>
<TR><TD>英文首名：<TD COLSPAN=3><INPUT NAME=EGIVEN VALUE="{now['EGIVEN']}" SIZE=15> <FONT SIZE=2>ex: Yi-Fen(怡芬)</FONT>
<TR><TD>英文中名：<TD COLSPAN=3><INPUT NAME=EMID VALUE="{now['EMID']}" SIZE=15> <FONT SIZE=2>ex:Mary 為英文別名，如無，可不填</FONT>
<TR><TD>辦公室電話：<TD><INPUT NAME=OTEL VALUE="{now['OTEL']}" SIZE=10><BR><FONT SIZE=2>ex:61234或23123456</FONT><TD>住宅電話：<TD><INPUT NAME=HTEL VALUE="{now['HTEL']}" SIZE=12><BR><FONT SIZE=2>ex:0223123456</FONT>
<TR><TD>行動電話：<TD COLSPAN=3><INPUT NAME=MTEL VALUE="{now['MTEL']}" SIZE=12 MAXLENGTH=10> <FONT SIZE=2 COLOR=red>ex:0952000000 (如離職或更換門號，請記得調整此欄位)</FONT>
</TABLE></FORM>{back}""")
        return self._lost()

    # ------------------------------------------------------------ account
    def account(self, r: Request) -> Response:
        bag = self._bag(r, "ACRSBQDB")
        return self._send(bag, self._account(r, bag))

    def _account(self, r: Request, bag: dict) -> Response:
        page, t, p = r.path.lower(), self.truth, self.truth.person
        titles = {"1": "啟用網路帳號及首次雲端帳號密碼設定", "2": "重置雲端服務密碼"}
        if page in ("/", "/default.asp"):
            return self._frames("網路帳號服務", """<FRAMESET COLS="150,*" BORDER=1>
<FRAME NAME="menu" SRC="left.asp"><FRAME NAME="main" SRC="rule.asp">
<NOFRAMES><BODY><A HREF="rule.asp">規範</A></BODY></NOFRAMES></FRAMESET>""")
        if page == "/left.asp":
            return self._doc("選單", '<FONT SIZE=2><B>網路帳號服務</B><P><A HREF="rule.asp" TARGET=main>回首頁</A><P><A HREF="exit.asp" TARGET=_top>登出</A></FONT>', attributes='BGCOLOR="#FFF2CC"')
        if page == "/rule.asp":
            return self._doc("規範", f"""<H3 ALIGN=center>《規範》</H3>
<P>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用
<UL><LI>使用本帳號發信、登入VPN等，依本院資安規定進行系統記錄，請勿借用或盜用。<LI>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</UL>
<H3 ALIGN=center>《常見問題與服務》</H3>
<DL><DT>密碼修改後多久可以生效<DD>即時生效。<DT>忘記密碼<DD>請以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</DL>
<TABLE BORDER=1 ALIGN=center CELLPADDING=6>
<TR><TD BGCOLOR=#CCFFCC><A HREF="apply.asp?KIND=1">{titles["1"]}</A><TD>啟用本院微軟相關服務
<TR><TD BGCOLOR=#CCFFCC><A HREF="apply.asp?KIND=2">{titles["2"]}</A><TD>重設非Portal帳號的密碼
</TABLE>""")
        if page == "/exit.asp":
            if f"account:{bag.get('proof')}" in t.sessions:
                t.sessions.discard(f"account:{bag['proof']}")
                t.counts["sign_out_account"] += 1
            for key in ("proof", "code", "who", "kind"):
                bag.pop(key, None)
            return self._alert("您已登出", "default.asp", "top.")
        kind = r.get("KIND")
        if page == "/apply_chk.asp":
            self.takes(r, EMPNO="employee_id", OTP="code")
        elif page == "/sms_send.asp":
            self.takes(r, MOBILE="registered_phone")
        elif page == "/set_save.asp":
            self.takes(r, ALIAS="alias", CPWD="cloud_password", CPWD2="cloud_password_again")
        if kind not in titles:
            return self._alert("參數錯誤", "rule.asp")
        apply = f"apply.asp?KIND={kind}"
        hidden = f'<INPUT TYPE=hidden NAME=KIND VALUE="{kind}">'
        if page == "/apply.asp":
            return self._doc(titles[kind], f"""<B>注意事項</B><FONT SIZE=2><UL>
<LI>電子郵件別名第一次設定之後則不能修改，請慎重選擇。<LI>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<LI>請輸入帳號與簡訊動態碼後按「下一步」。</UL></FONT>
<FORM NAME="form1" METHOD=POST ACTION="apply_chk.asp">{hidden}{self._serial(bag)}
<TABLE BORDER=1><CAPTION>{titles[kind]}</CAPTION>
<TR><TD BGCOLOR=#DDDDDD>網路帳號 / 主職員工編號<TD><INPUT NAME=EMPNO SIZE=8 MAXLENGTH=6 VALUE="{q(bag.get('who', ''))}"> <INPUT TYPE=submit NAME=B1 VALUE="發送簡訊動態碼">
<TR><TD BGCOLOR=#DDDDDD>簡訊(或MOTP)動態碼<TD><INPUT NAME=OTP SIZE=8 AUTOCOMPLETE=off>
<TR><TD COLSPAN=2 ALIGN=right><INPUT TYPE=submit NAME=B1 VALUE="下一步">
</TABLE></FORM>""")
        if page == "/apply_chk.asp":
            if not self._serial_right(r, bag):
                return self._alert("網頁已過期，請重新操作", apply)
            who = r.get("EMPNO").strip()
            if r.get("B1") == "發送簡訊動態碼":
                if not re.fullmatch(r"\d{6}", who):
                    return self._alert("請輸入員工編號(6位數)", apply)
                bag["who"] = who
                return redirect(f"sms.asp?KIND={kind}")
            if r.get("B1") != "下一步":
                return self._alert("參數錯誤", apply)
            code, at = bag.get("code", ("", 0.0))
            late = time.time() - at > 120
            if code and not late and who == bag.get("who") == p.employee_id and r.get("OTP").strip() == code:
                bag.pop("code")
                bag["proof"], bag["kind"] = secrets.token_hex(6), kind
                t.sessions.add(f"account:{bag['proof']}")
                t.counts["code_accepted"] += 1
                return redirect(f"set.asp?KIND={kind}")
            t.counts["code_refused"] += 1
            return self._alert("動態碼已失效，請重新發送" if code and late else "動態碼錯誤，請重新輸入", apply)
        if page in ("/sms.asp", "/sms_send.asp") and not bag.get("who"):
            return self._alert("請先輸入員工編號", apply)
        if page == "/sms.asp":
            return self._doc("發送簡訊", f"""<FORM NAME="form1" METHOD=POST ACTION="sms_send.asp">{hidden}{self._serial(bag)}
<TABLE BORDER=2 ALIGN=center CELLPADDING=8><TR><TD>請輸入帳號登記的手機門號(10碼)<BR><INPUT NAME=MOBILE SIZE=14 MAXLENGTH=10>
<TR><TD ALIGN=center><A HREF="javascript:document.form1.submit()">確定發送</A>　<A HREF="{apply}">取消</A></TABLE></FORM>""")
        if page == "/sms_send.asp":
            if not self._serial_right(r, bag):
                return self._alert("網頁已過期，請重新操作", apply)
            if bag["who"] != p.employee_id or r.get("MOBILE").strip() != t.saved_contact.get("mobile_phone", p.mobile_phone):
                return self._alert("手機門號與登記資料不符", f"sms.asp?KIND={kind}")
            bag["code"] = (t.new_message(), time.time())
            return self._alert("動態碼簡訊發送成功，請將簡訊動態碼輸入後，按「下一步」", apply)
        if f"account:{bag.get('proof')}" not in t.sessions or bag.get("kind") != kind:
            return self._alert("請先進行身分驗證", apply)
        leave = '<P><A HREF="exit.asp" TARGET=_top>登出</A>'
        if page == "/set.asp":
            facts = "".join(f"<TR><TD BGCOLOR=#DDDDDD>{a}<TD>{b}" for a, b in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
            if kind == "1" and t.alias:
                return self._doc("設定密碼與郵件別名", f"<H3>設定密碼與郵件別名</H3><TABLE BORDER=1>{facts}<TR><TD BGCOLOR=#DDDDDD>電子郵件<TD>{q(t.alias)}@ntuh.gov.tw</TABLE><P><FONT COLOR=red>台端之雲端服務帳號業已啟用，不需再次申請。</FONT>{leave}")
            alias = f'<TR><TD BGCOLOR=#DDDDDD>雲端服務帳號<BR>(電子郵件名稱)<TD><INPUT NAME=ALIAS SIZE=24 MAXLENGTH=64>@ntuh.gov.tw <FONT SIZE=2>名稱長度限64字元內</FONT>' if kind == "1" else ""
            words = ("啟用雲端服務", "取消啟用") if kind == "1" else ("確定重置", "取消")
            return self._doc("設定密碼與郵件別名", f"""<H3>{'設定密碼與郵件別名' if kind == '1' else '重置雲端服務密碼'}</H3>
<FORM NAME="form1" METHOD=POST ACTION="set_save.asp">{hidden}{self._serial(bag)}
<TABLE BORDER=1>{facts}{alias}
<TR><TD BGCOLOR=#DDDDDD>雲端服務密碼<TD><INPUT TYPE=password NAME=CPWD SIZE=20> <FONT SIZE=2>至少8個字元，需包含英文及數字</FONT>
<TR><TD BGCOLOR=#DDDDDD>再次輸入雲端服務密碼<TD><INPUT TYPE=password NAME=CPWD2 SIZE=20>
<TR><TD COLSPAN=2 ALIGN=center><INPUT TYPE=submit NAME=B1 VALUE="{words[1]}">　<INPUT TYPE=submit NAME=B1 VALUE="{words[0]}">
</TABLE><FONT SIZE=2>服務於設定完成隔日生效</FONT></FORM>""")
        if page == "/set_save.asp":
            again, alias, one = f"set.asp?KIND={kind}", r.get("ALIAS").strip().lower(), r.get("CPWD")
            if not self._serial_right(r, bag):
                return self._alert("網頁已過期，請重新操作", again)
            if r.get("B1") in ("取消啟用", "取消"):
                return redirect("exit.asp")
            if r.get("B1") not in ("啟用雲端服務", "確定重置"):
                return self._alert("參數錯誤", again)
            if kind == "1" and t.alias:
                return self._alert("雲端服務帳號業已啟用，不可重複申請", again)
            if kind == "2" and not t.alias:
                return self._alert("尚未啟用網路帳號", again)
            if kind == "1" and (len(alias) > 64 or not re.fullmatch(r"[a-z][a-z0-9._-]+[a-z0-9]", alias)):
                return self._alert("電子郵件名稱不合規定，限用英文字母、數字及 . _ -", again)
            if kind == "1" and alias == "taken.name":
                return self._alert("此電子郵件名稱已有人使用，請另選名稱", again)
            if one != r.get("CPWD2"):
                return self._alert("兩次輸入的密碼不相同", again)
            if len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search("[0-9]", one) or one == t.portal_password:
                return self._alert("密碼不合規定：至少8個字元，需包含英文及數字，且不得與Portal密碼相同", again)
            t.cloud_password = one
            if kind == "1":
                t.alias = alias
                t.counts["activated"] += 1
            return self._doc("完成", f"<CENTER><H3>{'申請完成' if kind == '1' else '密碼重置完成'}</H3><P>您的電子郵件為 <B>{q(t.alias)}@ntuh.gov.tw</B>{leave}</CENTER>")
        return self._lost()

    # ------------------------------------------------------------ mail
    def mail(self, r: Request) -> Response:
        bag = self._bag(r, "SSTDRMLB")
        return self._send(bag, self._mail(r, bag))

    def _mail(self, r: Request, bag: dict) -> Response:
        page, t, here = r.path.lower(), self.truth, f"mail:{bag.get('box')}"
        if page in ("/", "/default.asp"):
            return self._doc("電子郵件", """<CENTER><H2>Web Mail</H2>
<FORM NAME="form1" METHOD=POST ACTION="login.asp"><TABLE BORDER=0>
<TR><TD>帳號:<TD><INPUT NAME=ACCT SIZE=20>
<TR><TD>密碼:<TD><INPUT TYPE=password NAME=PASS SIZE=20>
<TR><TD>驗證碼(小寫字母或數字):<TD><INPUT NAME=VCODE SIZE=8 AUTOCOMPLETE=off><IMG SRC="vpic.asp">
<TR><TD COLSPAN=2><INPUT TYPE=checkbox NAME=KEEP VALUE=Y>記住登入資訊 (公用電腦請勿勾選)
<TR><TD COLSPAN=2 ALIGN=center><A HREF="javascript:document.form1.submit()">[ 登入信箱 ]</A></TABLE></FORM>
<HR><B>公佈欄</B><P>※如無法登入，請先至下方網址變更密碼，謝謝：https://help.ntuh.gov.tw/</CENTER>""")
        if page == "/vpic.asp":
            return self._vcode(bag, "BMP", "abcdefghjkmnpqrstuvwxyz23456789")
        if page == "/login.asp":
            self.takes(r, ACCT="mail_account", PASS="mail_password", VCODE="captcha")
            if r.method != "POST" or not self._vcode_right(bag, r.get("VCODE").strip()):
                return self._alert("驗證碼不符，請重新輸入", "default.asp")
            if not t.alias or (r.get("ACCT").strip().lower().removesuffix("@ntuh.gov.tw"), r.get("PASS")) != (t.alias, t.cloud_password):
                return self._alert("登入失敗，帳號或密碼有誤", "default.asp")
            bag["box"] = secrets.token_hex(6)
            t.sessions.add(f"mail:{bag['box']}")
            t.counts["mail_sign_in"] += 1
            return redirect("box.asp")
        if here not in t.sessions:
            return redirect("default.asp")
        if page == "/box.asp":
            return self._frames("電子郵件", '<FRAMESET COLS="140,*"><FRAME NAME=folder SRC="folder.asp"><FRAME NAME=list SRC="list.asp"></FRAMESET>')
        if page == "/folder.asp":
            return self._doc("資料夾", '<A HREF="list.asp" TARGET=list>收件匣</A><BR>寄件備份<BR><HR><A HREF="logout.asp" TARGET=_top>登出信箱</A>')
        if page == "/list.asp":
            return self._doc("收件匣", f"<B>收件匣</B> {q(t.alias)}@ntuh.gov.tw<TABLE BORDER=1><TR><TD>寄件人<TD>主旨<TR><TD>資訊室<TD>歡迎使用電子郵件</TABLE>")
        if page == "/logout.asp":
            t.sessions.discard(here)
            bag.pop("box", None)
            t.counts["sign_out_mail"] += 1
            return self._alert("您已登出信箱", "default.asp", "top.")
        return self._lost()

"""An old Perl (Catalyst, Template Toolkit) application in Big5, dressed like a library catalogue: frames, menus, upper-case tags."""
import re
import secrets
import time

from truth import Response, Site, picture, redirect

BIG5 = "text/html; charset=big5"


def html(s):
    return s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


class TheSite(Site):
    title = "perl_catalyst_big5_library"
    charset = "cp950"

    def __init__(self):
        super().__init__()
        self.patrons = {}  # SESSION -> stash
        self.pre = {}      # sign-in serials by cookie
        self.desk = {}     # account visitors
        self.post = {}     # mail

    # -------------------------------------------------- Template Toolkit wrapper
    def _tt(self, title, content, head=(), body='BGCOLOR="#FFFFEE"', base=""):
        return Response(f"""<HTML>
<HEAD>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5">
<TITLE>{title}</TITLE>{base}
</HEAD>
<BODY {body}>
<!-- wrapper.tt2 -->
<H3><FONT COLOR="#804000">{title}</FONT></H3>
{content}
<!-- Catalyst 5.7 / Template Toolkit 2.19 -->
</BODY></HTML>
""", kind=BIG5, headers=list(head))

    def _note(self, text, good=False):
        return f'<P><FONT COLOR={"#006600" if good else "#CC0000"}><B>{text}</B></FONT>' if text else ""

    def _gone(self, where):
        return self._tt("連線已中斷", f'<P>您的連線已中斷或逾時，請重新登入。<P><A HREF="{where}" TARGET="_top">回登入畫面</A>')

    # ================================================== PORTAL
    def portal(self, r):
        t, p = self.truth, r.path
        if p == "/":
            return redirect("/portal/")
        if p == "/portal/seccode.gif":
            return Response(picture(t.new_captcha()), kind="image/gif", headers=[("Pragma", "no-cache")])
        if p in ("/portal/", "/portal/login"):
            return self._login(r)
        s = r.query.get("SESSION", "")
        if p.startswith("/portal/") and s in self.patrons and r.cookies.get("portal_session") == s:
            return self._inside(r, p[8:], s)
        if p in ("/portal/main", "/portal/menu", "/portal/news", "/portal/logout", "/portal/top"):
            return self._gone("/portal/login")
        return Response("<H1>Not Found</H1>", 404, kind=BIG5)

    def _login(self, r):
        t, msg, head = self.truth, "", []
        ck = r.cookies.get("portal_pre", "")
        if r.method == "POST":
            self.takes(r, branch="campus", uid="employee_id", pw="portal_password", seccode="captcha")
            want, t.captcha = t.captcha, ""
            if not ck or self.pre.pop(ck, "") != r.get("serial"):
                msg = "畫面序號不符，請重新輸入。"
            elif not want or r.get("seccode").strip().upper() != want:
                msg = "驗證碼錯誤！請照圖輸入。"
            elif r.get("branch") != "T0" or r.get("uid").strip() != t.person.employee_id or r.get("pw") != t.portal_password:
                msg = "帳號或密碼錯誤！請查明後再輸入。"
            else:
                s = secrets.token_hex(16)
                self.patrons[s] = {}
                t.sessions.add("portal:" + s)
                t.counts["sign_in"] += 1
                return redirect("/portal/main?SESSION=" + s, ("Set-Cookie", f"portal_session={s}; path=/"))
            t.counts["sign_in_refused"] += 1
        if not ck:
            ck = secrets.token_hex(8)
            head = [("Set-Cookie", f"portal_pre={ck}; path=/")]
        self.pre[ck] = secrets.token_hex(6)
        return self._tt("醫療資訊系統", f"""{self._note(msg)}
<FORM METHOD=POST ACTION="/portal/login" NAME=f1>
<INPUT TYPE=HIDDEN NAME=serial VALUE="{self.pre[ck]}">
<TABLE BORDER=1 CELLPADDING=4 BGCOLOR="#F5E6C8">
<TR><TD ALIGN=RIGHT>院　區<TD><SELECT NAME=branch><OPTION VALUE="T0" SELECTED>總院區<OPTION VALUE="T2">北護<OPTION VALUE="T3">金山<OPTION VALUE="Y0">雲林</SELECT>
<TR><TD ALIGN=RIGHT>帳　號<TD><INPUT TYPE=TEXT NAME=uid SIZE=12 MAXLENGTH=6 VALUE="{html(r.get('uid'))}">
<TR><TD ALIGN=RIGHT>密　碼<TD><INPUT TYPE=PASSWORD NAME=pw SIZE=12>
<TR><TD ALIGN=RIGHT>驗證碼<TD><INPUT TYPE=TEXT NAME=seccode SIZE=8 MAXLENGTH=6> <IMG SRC="/portal/seccode.gif?{secrets.randbelow(10**6)}" ALT="驗證碼"> <SMALL>(不用區分大小寫)</SMALL>
<TR><TD COLSPAN=2 ALIGN=CENTER><INPUT TYPE=SUBMIT NAME=go VALUE=" 登 入 "> <INPUT TYPE=RESET VALUE="重填">
</TABLE></FORM>
<P><A HREF="#">院外網</A> ｜ <A HREF="#">院內網</A> ｜ <A HREF="#">表單下載</A>""", head)

    def _inside(self, r, what, s):
        t, q = self.truth, f"SESSION={s}"
        if what == "main":
            return Response(f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5"><TITLE>醫療資訊系統</TITLE></HEAD>
<FRAMESET ROWS="60,*" BORDER=0><FRAME SRC="/portal/top?{q}" NAME="top" SCROLLING=NO>
<FRAMESET COLS="220,*"><FRAME SRC="/portal/menu?{q}" NAME="menu"><FRAME SRC="/portal/news?{q}" NAME="main"></FRAMESET>
<NOFRAMES><BODY>您的瀏覽器不支援框架，請由<A HREF="/portal/menu?{q}">選單</A>進入。</BODY></NOFRAMES></FRAMESET></HTML>""", kind=BIG5)
        if what == "top":
            return Response(f'<HTML><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5"><BODY BGCOLOR="#804000" TEXT=WHITE><B>醫療資訊系統</B>　{t.person.name} 您好! <FORM METHOD=GET ACTION="/portal/news" TARGET="main" STYLE="display:inline"><INPUT TYPE=HIDDEN NAME=SESSION VALUE="{s}">公告查詢 <INPUT NAME=kw SIZE=10><INPUT TYPE=SUBMIT VALUE="查"></FORM></BODY></HTML>', kind=BIG5)
        if what == "news":
            if "kw" in r.query:
                self.takes(r)
            return self._tt("全院公告", "<TABLE BORDER=1><TR><TH>日期<TH>標題<TR><TD>2008/10/21<TD>請全院同仁填報「薪資所得免稅額申報表」<TR><TD>2008/09/13<TD>館藏期刊目錄更新</TABLE>")
        if what == "menu":
            inner = self.urls["inner"]
            items = [("更改密碼", f"{inner}/patron/{s}/passwd"), ("個人簽章提醒設定", ""), ("員工待遇福利查詢", ""), ("查詢員工連絡資料", ""), ("維護個人連絡資料", f"{inner}/patron/{s}/address"), ("個人就醫紀錄查詢", "")]
            lis = "\n".join(f'<LI><A HREF="{u or "/portal/closed?" + q}" TARGET="main">{n}</A>' for n, u in items)
            heads = "\n".join(f'<LI><A HREF="/portal/closed?{q}" TARGET="main">{n}</A>' for n in ["醫療系統", "醫療支援", "其他資源", "數位學習", "資訊安全", "行政系統"])
            return self._tt("功能選單", f'<UL>{heads}\n<LI>個人管理<UL>\n{lis}\n</UL></UL>\n<HR><A HREF="/portal/logout?{q}" TARGET="_top">登出系統</A>', body='BGCOLOR="#F5E6C8"')
        if what == "logout":
            del self.patrons[s]
            t.sessions.discard("portal:" + s)
            t.counts["sign_out_portal"] += 1
            return self._tt("登出系統", '<META HTTP-EQUIV="refresh" CONTENT="3;URL=/portal/login"><P>您已離開系統，謝謝使用。<A HREF="/portal/login">重新登入</A>', [("Set-Cookie", "portal_session=; path=/; max-age=0")])
        return self._tt("訊息", "<P>本項目暫不開放。")

    # ================================================== INNER
    def inner(self, r):
        m = re.fullmatch(r"/patron/([0-9a-f]{32})/(passwd|address)", r.path)
        if not m or m[1] not in self.patrons:
            return self._gone(self.urls["portal"] + "/portal/login")
        st = self.patrons[m[1]]
        back = f'<HR><A HREF="{self.urls["portal"]}/portal/main?SESSION={m[1]}" TARGET="_top">回功能選單</A>　<A HREF="{self.urls["portal"]}/portal/logout?SESSION={m[1]}" TARGET="_top">登出系統</A>'
        return (self._passwd if m[2] == "passwd" else self._address)(r, st, back)

    def _passwd(self, r, st, back):
        t, msg, good = self.truth, "", False
        if r.method == "POST":
            self.takes(r, pw_old="old_password", pw_new="new_password", pw_new_again="new_password_again")
            o, n, a = r.get("pw_old"), r.get("pw_new"), r.get("pw_new_again")
            if r.get("_submit_id") != st.pop("passwd", None):
                msg = "表單序號已失效，請重填。"
            elif o != t.portal_password:
                msg = "舊密碼錯誤，請重填。"
            elif n != a:
                msg = "兩次新密碼不相同，請重填。"
            elif len(n) < 8 or n == o or not re.search("[A-Za-z]", n) or not re.search("[0-9]", n):
                msg = "新密碼不合規定，請重填。"
            else:
                t.portal_password, good, msg = n, True, "密碼更換完畢。請回功能選單。"
            t.counts["password_changed" if good else "password_refused"] += 1
        st["passwd"] = secrets.token_hex(6)
        form = "" if good else f"""<FORM METHOD=POST ACTION="{r.path}"><INPUT TYPE=HIDDEN NAME="_submit_id" VALUE="{st['passwd']}">
<TABLE BORDER=0 CELLSPACING=3>
<TR><TD>請輸入舊密碼：<TD><INPUT TYPE=PASSWORD NAME=pw_old>
<TR><TD>請輸入新密碼：<TD><INPUT TYPE=PASSWORD NAME=pw_new>
<TR><TD>請再輸入新密碼：<TD><INPUT TYPE=PASSWORD NAME=pw_new_again>
<TR><TD>密碼強度檢核：<TD>---
</TABLE>密碼設定條件：<OL><LI>密碼長度不可少於8個字元<LI>密碼內容需包含英文及數字</OL>
<INPUT TYPE=SUBMIT VALUE="確定更改"> <INPUT TYPE=RESET VALUE="清除"></FORM>"""
        return self._tt("更改密碼", self._note(msg, good) + form + back)

    def _address(self, r, st, back):
        t, msg, good = self.truth, "", False
        f = {"e_last": "english_surname", "e_first": "english_given", "e_middle": "english_middle", "tel_o": "office_phone", "tel_h": "home_phone", "tel_m": "mobile_phone"}
        if r.method == "POST":
            self.takes(r, tel_m="mobile_phone")
            if r.get("_submit_id") != st.pop("address", None):
                msg = "表單序號已失效，請重填。"
            elif not all(r.has(k) for k in f):
                msg = "資料不全，未予更新。"
            elif not re.fullmatch(r"09\d{8}", r.get("tel_m")):
                msg = "行動電話號碼錯誤，未予更新。"
            else:
                t.saved_contact = {m: r.get(k) for k, m in f.items()}
                t.counts["contact_saved"] += 1
                good, msg = True, "連絡資料更新完畢。"
        st["address"] = secrets.token_hex(6)
        v = {k: html(t.saved_contact.get(m, getattr(t.person, m))) for k, m in f.items()}
        return self._tt("台大醫院---維護個人連絡資料", f"""{self._note(msg, good)}
<FORM METHOD=POST ACTION="{r.path}"><INPUT TYPE=SUBMIT NAME=save VALUE="異動儲存"><INPUT TYPE=HIDDEN NAME="_submit_id" VALUE="{st['address']}">
<TABLE BORDER=1 CELLPADDING=3><TR><TD BGCOLOR="#F5E6C8">員工編號：<TD>{t.person.employee_id}<TD BGCOLOR="#F5E6C8">姓名：<TD>{t.person.name}
<TR><TD BGCOLOR="#F5E6C8">英文姓：<TD COLSPAN=3><INPUT NAME=e_last VALUE="{v['e_last']}"> ex:Chen(陳)
<TR><TD BGCOLOR="#F5E6C8">英文首名：<TD COLSPAN=3><INPUT NAME=e_first VALUE="{v['e_first']}"> ex: Yi-Fen(怡芬) (<A HREF="#">說明</A>)
<TR><TD BGCOLOR="#F5E6C8">英文中名：<TD COLSPAN=3><INPUT NAME=e_middle VALUE="{v['e_middle']}"> ex:Mary 為英文別名，如無，可不填
<TR><TD BGCOLOR="#F5E6C8">辦公室電話：<TD><INPUT NAME=tel_o VALUE="{v['tel_o']}" SIZE=12><BR>ex:61234或23123456<TD BGCOLOR="#F5E6C8">住宅電話：<TD><INPUT NAME=tel_h VALUE="{v['tel_h']}" SIZE=12><BR>ex:0223123456
<TR><TD BGCOLOR="#F5E6C8">行動電話：<TD COLSPAN=3><INPUT NAME=tel_m VALUE="{v['tel_m']}" SIZE=12 MAXLENGTH=10> ex:0952000000 (如離職或更換門號，請記得調整此欄位)
</TABLE></FORM>{back}""")

    # ================================================== ACCOUNT
    def account(self, r):
        p, ck, head = r.path, r.cookies.get("desk_session", ""), []
        if p == "/":
            return redirect("/desk/")
        if not p.startswith("/desk/"):
            return Response("<H1>Not Found</H1>", 404, kind=BIG5)
        if ck not in self.desk:
            ck = secrets.token_hex(12)
            self.desk[ck] = {"emp": "", "code": "", "at": 0, "for": "", "serial": ""}
            head = [("Set-Cookie", f"desk_session={ck}; path=/")]
        d, act = self.desk[ck], p[6:]
        if act in ("activate/verify", "reset/verify"):
            return self._verify(r, ck, d, act.split("/")[0], head)
        if act in ("activate/phone", "reset/phone"):
            return self._phone(r, d, act.split("/")[0])
        if act in ("activate/form", "reset/form") and d["for"] == act.split("/")[0]:
            return self._form(r, ck, d, d["for"])
        if act == "leave" and d["for"]:
            return self._leave(ck)
        if act:
            return redirect("/desk/", *head)
        return self._tt("網路帳號服務台", """<P>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼
<P><B>《規範》</B><UL><LI>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<LI>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</UL>
<P><B>《常見問題與服務》</B><DL><DT>密碼修改後多久可以生效<DD>即時生效。<DT>忘記密碼<DD>請親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</DL>
<TABLE BORDER=1 CELLPADDING=6><TR><TD><A HREF="/desk/activate/verify">啟用網路帳號及首次雲端帳號密碼設定</A><TD>啟用本院微軟相關服務
<TR><TD><A HREF="/desk/reset/verify">重置雲端服務密碼</A><TD>重設非Portal帳號的密碼
<TR><TD><A HREF="#">總院廠商VPN展延申請</A><TD>總院廠商VPN到期，重新啟用申請。</TABLE>""", head)

    def _leave(self, ck):
        del self.desk[ck]
        self.truth.sessions.discard("account:" + ck)
        self.truth.counts["sign_out_account"] += 1
        return redirect("/desk/", ("Set-Cookie", "desk_session=; path=/; max-age=0"))

    def _serial(self, d):
        d["serial"] = secrets.token_hex(6)
        return f'<INPUT TYPE=HIDDEN NAME="_submit_id" VALUE="{d["serial"]}">'

    def _fresh(self, r, d):
        want, d["serial"] = d["serial"], ""
        return bool(want) and r.get("_submit_id") == want

    def _verify(self, r, ck, d, kind, head=()):
        t, msg = self.truth, ""
        if r.method == "POST":
            self.takes(r, netid="employee_id", dyncode="code")
            d["emp"] = r.get("netid").strip()
            known = d["emp"] == t.person.employee_id
            if not self._fresh(r, d):
                msg = "表單序號已失效，請重填。"
            elif r.has("sms"):
                if known:
                    return redirect(f"/desk/{kind}/phone")
                msg = "查無此員工編號。"
            elif r.has("next"):
                late = d["code"] and time.time() - d["at"] > 120
                if known and d["code"] and not late and r.get("dyncode").strip() == d["code"]:
                    d["code"], d["for"] = "", kind
                    t.sessions.add("account:" + ck)
                    t.counts["code_accepted"] += 1
                    return redirect(f"/desk/{kind}/form")
                msg = "動態碼已逾兩分鐘，請重新發送。" if late else "員工編號或動態碼錯誤。"
                t.counts["code_refused"] += 1
        return self._tt("啟用網路帳號及首次雲端帳號密碼設定" if kind == "activate" else "重置雲端服務密碼", f"""{self._note(msg)}
<P>注意事項<UL><LI>電子郵件別名第一次設定之後則不能修改，請慎重選擇。<LI>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<LI>請輸入帳號與簡訊動態碼後按「下一步」。</UL>
<FORM METHOD=POST ACTION="/desk/{kind}/verify">{self._serial(d)}
<TABLE BORDER=1 CELLPADDING=4><TR><TD>網路帳號 / 主職員工編號<TD><INPUT TYPE=TEXT NAME=netid MAXLENGTH=8 VALUE="{html(d['emp'])}"><TD><INPUT TYPE=SUBMIT NAME=sms VALUE="發送簡訊動態碼">
<TR><TD>簡訊(或MOTP)動態碼<TD COLSPAN=2><INPUT TYPE=TEXT NAME=dyncode MAXLENGTH=8>
<TR><TD COLSPAN=3 ALIGN=CENTER><INPUT TYPE=SUBMIT NAME=next VALUE="下一步"></TABLE></FORM><A HREF="/desk/">回首頁</A>""", head)

    def _phone(self, r, d, kind):
        t, msg = self.truth, ""
        if d["emp"] != t.person.employee_id:
            return redirect(f"/desk/{kind}/verify")
        if r.method == "POST":
            self.takes(r, cell="registered_phone")
            if not self._fresh(r, d):
                msg = "表單序號已失效，請重填。"
            elif r.has("no"):
                return redirect(f"/desk/{kind}/verify")
            elif r.get("cell").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                msg = "所填門號非帳號登記之門號。"
            else:
                d["code"], d["at"] = t.new_message(), time.time()
                return self._tt("動態碼簡訊發送成功", f'<P>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」<FORM METHOD=GET ACTION="/desk/{kind}/verify"><INPUT TYPE=SUBMIT VALUE="確定"></FORM>')
        return self._tt("發送簡訊動態碼", f"""{self._note(msg)}<FORM METHOD=POST ACTION="/desk/{kind}/phone">{self._serial(d)}
請輸入帳號登記的手機門號(10碼)<BR><INPUT TYPE=TEXT NAME=cell SIZE=12 MAXLENGTH=10><BR><INPUT TYPE=SUBMIT NAME=yes VALUE="確定發送"> <INPUT TYPE=SUBMIT NAME=no VALUE="取消"></FORM>""")

    def _form(self, r, ck, d, kind):
        t, msg, good = self.truth, "", False
        m, a, b = r.get("mailname").strip(), r.get("cpw1"), r.get("cpw2")
        if r.method == "POST":
            self.takes(r, mailname="alias", cpw1="cloud_password", cpw2="cloud_password_again")
            bad = a != b or len(a) < 8 or not re.search("[A-Za-z]", a) or not re.search("[0-9]", a)
            if not self._fresh(r, d):
                msg = "表單序號已失效，請重填。"
            elif r.has("cancel"):
                return self._leave(ck)
            elif kind == "activate" and t.alias:
                msg = "本帳號業已啟用，不得重複啟用。"
            elif kind == "reset" and not t.alias:
                msg = "本帳號尚未啟用雲端服務。"
            elif kind == "activate" and not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", m):
                msg = "電子郵件名稱不合規定(限英文、數字、點、底線)。"
            elif kind == "activate" and m.lower() == "taken.name":
                msg = "此電子郵件名稱已有人使用。"
            elif bad:
                msg = "雲端密碼不合規定或兩次不相同(8個字元以上，含英文及數字)。"
            elif kind == "activate" and r.has("enable"):
                t.alias, t.cloud_password, good = m, a, True
                t.counts["activated"] += 1
                msg = f"啟用手續辦理完畢，您的電子郵件為 {html(m)}@ntuh.gov.tw，隔日生效。"
            elif kind == "reset" and r.has("reset"):
                t.cloud_password, good, msg = a, True, "雲端密碼重置完畢。"
        q = t.person
        facts = f"<TABLE BORDER=1 CELLPADDING=4><TR><TD>網路帳號 / 主職員工編號<TD>{q.employee_id}<TR><TD>帳號姓名<TD>{q.name}<TR><TD>主職單位<TD>{q.unit}<TR><TD>有效期限<TD>{q.valid_until}"
        pw = "<TR><TD>雲端服務密碼<TD><INPUT TYPE=PASSWORD NAME=cpw1><TR><TD>雲端服務密碼(再輸入一次)<TD><INPUT TYPE=PASSWORD NAME=cpw2>"
        leave = '<P><A HREF="/desk/leave">離開服務台</A>'
        start = f'<FORM METHOD=POST ACTION="/desk/{kind}/form">{self._serial(d)}'
        if kind == "reset":
            return self._tt("重置雲端服務密碼", self._note(msg, good) + (facts + "</TABLE>" if good else f'{start}{facts}{pw}</TABLE><INPUT TYPE=SUBMIT NAME=reset VALUE="確定重置"></FORM>') + leave)
        if t.alias:
            return self._tt("設定密碼與郵件別名", f"{self._note(msg, good)}{facts}<TR><TD>雲端服務帳號<BR>(電子郵件名稱)<TD>{html(t.alias)}@ntuh.gov.tw<TR><TD>雲端服務<TD>已於先前啟用</TABLE>{leave}"
                            .replace("已於先前啟用", "啟用" if good else "已於先前啟用"))
        return self._tt("設定密碼與郵件別名", f"""{self._note(msg)}<P>雲端服務帳號說明：<OL><LI>雲端服務帳號為跨體系使用。<LI>服務於設定完成隔日生效。</OL>
{start}{facts}<TR><TD>雲端服務帳號<BR>(電子郵件名稱)<TD><INPUT TYPE=TEXT NAME=mailname MAXLENGTH=64 VALUE="{html(m)}">@ntuh.gov.tw<BR>名稱長度限64字元內{pw}
<TR><TD COLSPAN=2 ALIGN=CENTER><INPUT TYPE=SUBMIT NAME=enable VALUE="啟用雲端服務"> <INPUT TYPE=SUBMIT NAME=cancel VALUE="取消啟用"></TABLE></FORM>{leave}""")

    # ================================================== MAIL
    def mail(self, r):
        t, p, ck, head, msg = self.truth, r.path, r.cookies.get("openmail", ""), [], ""
        if p == "/":
            return redirect("/cgi-bin/openmail.pl")
        if p == "/cgi-bin/seccode.pl":
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 4)), kind="image/gif")
        if p != "/cgi-bin/openmail.pl":
            return Response("<H1>Not Found</H1>", 404, kind=BIG5)
        if ck not in self.post:
            ck = secrets.token_hex(10)
            self.post[ck] = {"in": False, "serial": ""}
            head = [("Set-Cookie", f"openmail={ck}; path=/")]
        d, act = self.post[ck], r.query.get("action", "")
        if d["in"] and act == "logout":
            del self.post[ck]
            t.sessions.discard("mail:" + ck)
            t.counts["sign_out_mail"] += 1
            return redirect("/cgi-bin/openmail.pl")
        if d["in"]:
            return self._tt("收件匣", f'<P>{html(t.alias)}@ntuh.gov.tw<TABLE BORDER=1><TR><TH>寄件人<TH>主旨<TR><TD>資訊室<TD>電子信使用須知</TABLE><P><A HREF="/cgi-bin/openmail.pl?action=logout">登出</A>')
        if r.method == "POST":
            self.takes(r, loginname="mail_account", password="mail_password", seccode="captcha")
            want, t.captcha = t.captcha, ""
            if not self._fresh(r, d):
                msg = "畫面序號不符，請重新輸入。"
            elif not want or r.get("seccode") != want:
                msg = "驗證碼錯誤！"
            elif not t.alias or r.get("loginname").strip().split("@")[0] != t.alias or r.get("password") != t.cloud_password:
                msg = "帳號或密碼錯誤！"
            else:
                d["in"] = True
                t.sessions.add("mail:" + ck)
                t.counts["mail_sign_in"] += 1
                return redirect("/cgi-bin/openmail.pl?action=list")
        return self._tt("電子郵件", f"""{self._note(msg)}<FORM METHOD=POST ACTION="/cgi-bin/openmail.pl">{self._serial(d)}
<TABLE><TR><TD>帳號:<TD><INPUT TYPE=TEXT NAME=loginname VALUE="{html(r.get('loginname'))}"><TR><TD>密碼:<TD><INPUT TYPE=PASSWORD NAME=password>
<TR><TD>驗證碼(小寫字母或數字):<TD><INPUT TYPE=TEXT NAME=seccode SIZE=6><IMG SRC="/cgi-bin/seccode.pl?{secrets.randbelow(10**6)}" ALT="">
<TR><TD><TD><INPUT TYPE=CHECKBOX NAME=autologin VALUE=1>記住登入資訊 (公用電腦請勿勾選)
<TR><TD COLSPAN=2 ALIGN=CENTER><INPUT TYPE=SUBMIT VALUE="登入"></TABLE></FORM><P>公佈欄<UL><LI>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</UL>""", head)

"""Hand-made JSP of 2001: Big5, no style sheets, text before boxes, image buttons."""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

BOXES = (
    ("ename1", "english_surname", "英文姓", "ex:Chen(陳)", 20),
    ("ename2", "english_given", "英文首名", "ex: Yi-Fen(怡芬)", 30),
    ("ename3", "english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填", 20),
    ("otel", "office_phone", "辦公室電話", "ex:61234或23123456", 12),
    ("htel", "home_phone", "住宅電話", "ex:0223123456", 12),
    ("mtel", "mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", 10),
)


class TheSite(Site):
    title = "jsp_hand_made_2001"
    charset = "cp950"

    def __init__(self) -> None:
        super().__init__()
        self.seq: dict[str, str] = {}
        self.acct: dict[str, dict] = {}

    # ---- pieces
    def page(self, name: str, body: str, say: str = "", *headers: tuple[str, str]) -> Response:
        script = f"<SCRIPT LANGUAGE=\"JavaScript\">\n<!--\nalert('{say}');\n//-->\n</SCRIPT>\n" if say else ""
        return Response(f'''<HTML>
<HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5">
<TITLE>{name}</TITLE></HEAD>
<BODY BGCOLOR="#FFFFEE" TEXT=#000066 LINK=blue>
{script}<CENTER><FONT SIZE=5 COLOR="#006633"><B>{name}</B></FONT></CENTER><HR>
{body}
<HR><FONT SIZE=2>最佳瀏覽解析度 800x600　請使用 IE 5.0 以上版本</FONT>
</BODY></HTML>''', kind="text/html; charset=big5", headers=list(headers))

    def stamp(self, use: str) -> str:
        number = str(secrets.randbelow(10**12) + 10**12)
        self.seq[number] = use
        return f"<INPUT TYPE=hidden NAME=seq VALUE={number}>"

    def good(self, r: Request, use: str) -> bool:
        return self.seq.pop(r.get("seq"), "") == use

    @staticmethod
    def button(name: str, words: str) -> str:
        return f'<INPUT TYPE=image NAME={name} SRC="img/{name}.gif" ALT="{words}" BORDER=0>'

    @staticmethod
    def pushed(r: Request, name: str) -> bool:
        return r.has(name + ".x") and r.has(name + ".y")

    def image(self, r: Request) -> Response | None:
        if r.path.endswith("/code.jsp"):
            return Response(picture(self.truth.captcha, "JPEG"), kind="image/jpeg", headers=[("Cache-Control", "no-cache")])
        if r.path.endswith(".gif"):
            return Response(picture(r.path.rsplit("/", 1)[1][:-4], size=(110, 30)), kind="image/gif")
        return None

    # ---- portal
    def door(self, say: str = "", who: str = "") -> Response:
        self.truth.new_captcha()
        return self.page("台大醫院 醫療資訊系統", f'''<FORM NAME=f1 METHOD=POST ACTION="login.jsp">
{self.stamp("login:" + self.truth.captcha)}
院區 <SELECT NAME=hosp><OPTION VALUE=T0 SELECTED>總院區<OPTION VALUE=T2>北護<OPTION VALUE=T4>新竹<OPTION VALUE=Y0>雲林</SELECT><P>
帳　號：<INPUT NAME=uid SIZE=12 MAXLENGTH=6 VALUE="{escape(who)}"><BR>
密　碼：<INPUT TYPE=password NAME=pwd SIZE=12 MAXLENGTH=20><BR>
驗證碼：<INPUT NAME=vcode SIZE=8 MAXLENGTH=6> (不用區分大小寫) <IMG SRC="code.jsp?r={secrets.randbelow(9999)}" ALT="圖"><P>
{self.button("enter", "進入系統")} <A HREF="login.jsp">換一張圖</A>
</FORM>
<LI>如無法登入，請撥資訊室分機261120''', say)

    def portal(self, r: Request) -> Response:
        t = self.truth
        if (shown := self.image(r)):
            return shown
        if r.path == "/portal/login.jsp" and r.method == "POST":
            self.takes(r, hosp="campus", uid="employee_id", pwd="portal_password", vcode="captcha")
            code, t.captcha = t.captcha, ""
            if not self.pushed(r, "enter") or not code or not self.good(r, "login:" + code):
                say = "畫面已過期，請重新輸入"
            elif r.get("vcode").upper() != code:
                say = "驗證碼輸入錯誤！"
            elif r.get("hosp") != "T0" or r.get("uid") != t.person.employee_id or r.get("pwd") != t.portal_password:
                say = "查無此帳號或密碼不對，請再試一次！"
            else:
                sid = secrets.token_hex(16).upper()
                t.sessions.add("portal:" + sid)
                t.counts["sign_in"] += 1
                return redirect("/portal/main.jsp", ("Set-Cookie", f"JSESSIONID={sid}; Path=/portal"))
            t.counts["sign_in_refused"] += 1
            return self.door(say, r.get("uid"))
        if r.path == "/portal/login.jsp":
            return self.door()
        sid = r.cookies.get("JSESSIONID", "")
        if "portal:" + sid not in t.sessions:
            return redirect("/portal/login.jsp")
        if r.path == "/portal/logout.jsp":
            t.sessions.discard("portal:" + sid)
            t.counts["sign_out_portal"] += 1
            return self.page("登出", '您已離開本系統。<A HREF="login.jsp">重新登入</A>', "", ("Set-Cookie", "JSESSIONID=; Path=/portal; Max-Age=0"))
        if r.path == "/portal/none.jsp":
            return self.page("施工中", '本功能施工中 <A HREF="main.jsp">回功能選單</A>')
        if r.path == "/portal/main.jsp":
            to = self.urls["inner"] + "/hr/"
            return self.page("個人管理", f'''{t.person.name} 您好! <A HREF="logout.jsp">登出系統</A>
<TABLE BORDER=1 CELLPADDING=4><TR><TD VALIGN=top NOWRAP>
<LI><A HREF="{to}chgpwd.jsp?SESSION={sid}">更改密碼</A>
<LI><A HREF="none.jsp">個人簽章提醒設定</A>
<LI><A HREF="none.jsp">查詢員工連絡資料</A>
<LI><A HREF="{to}contact.jsp?SESSION={sid}">維護個人連絡資料</A>
<LI><A HREF="none.jsp">個人就醫紀錄查詢</A>
<TD VALIGN=top>全院公告<BR>2001/10/21 薪資所得免稅額申報表開始填報</TABLE>''')
        return redirect("/portal/main.jsp")

    # ---- inner
    def inner(self, r: Request) -> Response:
        t = self.truth
        if (shown := self.image(r)):
            return shown
        sid = r.query.get("SESSION", "")
        if "portal:" + sid not in t.sessions:
            return redirect(self.urls["portal"] + "/portal/login.jsp")
        home = self.urls["portal"] + "/portal/"
        back = f'<A HREF="{home}main.jsp">回功能選單</A>　<A HREF="{home}logout.jsp">登出系統</A>'
        say = ""
        if r.path == "/hr/chgpwd.jsp":
            if r.method == "POST":
                self.takes(r, p0="old_password", p1="new_password", p2="new_password_again")
                new = r.get("p1")
                if not self.good(r, "pwd" + sid) or not self.pushed(r, "ok"):
                    say = "畫面已過期，請重新輸入"
                elif r.get("p0") != t.portal_password:
                    say = "舊密碼不對！"
                elif new != r.get("p2"):
                    say = "新密碼兩次打的不一樣！"
                elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                    say = "新密碼不合規定！"
                else:
                    t.portal_password = new
                    t.counts["password_changed"] += 1
                    return self.page("更改密碼", "<FONT COLOR=green>密碼已經改好了，下次請用新密碼進入。</FONT><P>" + back)
                t.counts["password_refused"] += 1
            return self.page("更改密碼", f'''<FORM METHOD=POST ACTION="chgpwd.jsp?SESSION={sid}">{self.stamp("pwd" + sid)}
請輸入舊密碼：<INPUT TYPE=password NAME=p0><BR>
請輸入新密碼：<INPUT TYPE=password NAME=p1><BR>
請再輸入新密碼：<INPUT TYPE=password NAME=p2><P>
密碼設定條件：<OL><LI>密碼長度不可少於8個字元<LI>密碼內容需包含英文及數字</OL>
{self.button("ok", "確定更改")}</FORM>{back}''', say)
        if r.path == "/hr/contact.jsp":
            done = ""
            if r.method == "POST":
                self.takes(r, mtel="mobile_phone")
                if not self.good(r, "contact" + sid) or not self.pushed(r, "save") or not all(r.has(b[0]) for b in BOXES):
                    say = "畫面已過期，請重新輸入"
                elif not re.fullmatch("09[0-9]{8}", r.get("mtel")) or any(len(r.get(b[0])) > b[4] for b in BOXES):
                    say = "資料格式有誤，未存檔！"
                else:
                    t.saved_contact = {b[1]: r.get(b[0]) for b in BOXES}
                    t.counts["contact_saved"] += 1
                    done = "<FONT COLOR=red>資料異動完畢，以下為最新資料</FONT><P>"
            rows = "".join(f'{label}：<INPUT NAME={n} MAXLENGTH={most} VALUE="{escape(t.saved_contact.get(k, getattr(t.person, k)))}"> <FONT SIZE=2>{hint}</FONT><BR>\n' for n, k, label, hint, most in BOXES)
            return self.page("台大醫院---維護個人連絡資料", f'''{done}<FORM METHOD=POST ACTION="contact.jsp?SESSION={sid}">{self.stamp("contact" + sid)}
{self.button("save", "異動儲存")}<P>員工編號：{t.person.employee_id}　姓名：{t.person.name}<BR>
{rows}</FORM>{back}''', say)
        return redirect(home + "main.jsp")

    # ---- account
    def prove(self, key: str, act: str, say: str = "", who: str = "") -> Response:
        name = "啟用網路帳號及首次雲端帳號密碼設定" if act == "open" else "重置雲端服務密碼"
        return self.page(name, f'''注意事項<UL><LI>動態碼2分鐘內有效<LI>請輸入帳號與簡訊動態碼後按「下一步」</UL>
<FORM METHOD=POST ACTION="prove.jsp?act={act}">{self.stamp("prove" + key)}
網路帳號 / 主職員工編號 <INPUT NAME=empno SIZE=10 MAXLENGTH=6 VALUE="{escape(who)}"> {self.button("sms", "發送簡訊動態碼")}<P>
簡訊(或MOTP)動態碼 <INPUT NAME=otp SIZE=10 MAXLENGTH=6><P>
{self.button("next", "下一步")}</FORM><A HREF="index.jsp">回首頁</A>''', say)

    def ask(self, key: str, act: str, say: str = "") -> Response:
        return self.page("發送簡訊動態碼", f'''<FORM METHOD=POST ACTION="phone.jsp?act={act}">{self.stamp("phone" + key)}
請輸入帳號登記的手機門號(10碼) <INPUT NAME=cell SIZE=12 MAXLENGTH=10><P>
{self.button("send", "確定發送")} {self.button("cancel", "取消")}</FORM>''', say)

    def account(self, r: Request) -> Response:
        t, p = self.truth, self.truth.person
        if (shown := self.image(r)):
            return shown
        key = r.cookies.get("JSESSIONID", "")
        if key not in self.acct or r.path in ("/", "/help/index.jsp"):
            if r.path != "/help/index.jsp":
                return redirect("/help/index.jsp")
            key = secrets.token_hex(16).upper()
            self.acct[key] = {"who": "", "code": "", "at": 0.0, "act": ""}
            return self.page("網路帳號服務", '''《規範》<P>網路帳號為院內眾多服務之通用帳號與密碼，不可借用<UL><LI>請勿冒用院內同仁申請網路帳號</UL>
《常見問題與服務》<DL><DT>密碼修改後多久可以生效<DD>即時生效。<DT>忘記密碼<DD>請親自以下方按鈕(重置雲端服務密碼)取得簡訊</DL>
<A HREF="prove.jsp?act=open">啟用網路帳號及首次雲端帳號密碼設定</A><P><A HREF="prove.jsp?act=reset">重置雲端服務密碼</A>''', "", ("Set-Cookie", f"JSESSIONID={key}; Path=/help"))
        s, token = self.acct[key], "account:" + key
        act = "reset" if r.query.get("act") == "reset" else "open"
        if r.path == "/help/prove.jsp":
            if r.method != "POST":
                return self.prove(key, act)
            self.takes(r, empno="employee_id", otp="code")
            who = r.get("empno")
            if not self.good(r, "prove" + key):
                return self.prove(key, act, "畫面已過期，請重新輸入", who)
            if self.pushed(r, "sms"):
                if not re.fullmatch("[0-9]{6}", who):
                    return self.prove(key, act, "請輸入6位數字編號", who)
                s["who"] = who
                return self.ask(key, act)
            if not self.pushed(r, "next") or not s["code"] or s["act"] != act or who != s["who"] or r.get("otp") != s["code"]:
                t.counts["code_refused"] += 1
                return self.prove(key, act, "動態碼輸入錯誤！", who)
            s["code"] = ""
            if time.time() - s["at"] > 120:
                t.counts["code_refused"] += 1
                return self.prove(key, act, "動態碼已超過2分鐘，請重新發送", who)
            t.sessions.add(token)
            t.counts["code_accepted"] += 1
            return redirect(f"/help/{act}.jsp")
        if r.path == "/help/phone.jsp" and r.method == "POST":
            self.takes(r, cell="registered_phone")
            if not self.good(r, "phone" + key):
                return self.prove(key, act, "畫面已過期，請重新輸入")
            if not self.pushed(r, "send"):
                return self.prove(key, act, "", s["who"])
            if s["who"] != p.employee_id or r.get("cell") != t.saved_contact.get("mobile_phone", p.mobile_phone):
                return self.ask(key, act, "門號與登記的不同！")
            s.update(code=t.new_message(), at=time.time(), act=act)
            return self.prove(key, act, "動態碼簡訊發送成功", s["who"])
        if token not in t.sessions:
            return redirect("/help/index.jsp")
        if r.path == "/help/bye.jsp":
            t.sessions.discard(token)
            t.counts["sign_out_account"] += 1
            return redirect("/help/index.jsp")
        bye, say = '<P><A HREF="bye.jsp">登出</A>', ""
        if r.path == f"/help/{s['act']}.jsp":
            first = s["act"] == "open"
            name = "設定密碼與郵件別名" if first else "重置雲端服務密碼"
            if r.method == "POST":
                self.takes(r, mailname="alias", cpw1="cloud_password", cpw2="cloud_password_again")
                alias, pw = r.get("mailname").lower(), r.get("cpw1")
                if not self.good(r, "last" + key):
                    say = "畫面已過期，請重新輸入"
                elif first and self.pushed(r, "quit"):
                    return redirect("/help/bye.jsp")
                elif not self.pushed(r, "go"):
                    say = "請按按鈕送出"
                elif bool(t.alias) == first:
                    say = "您的帳號早已啟用過了" if first else "您尚未啟用網路帳號"
                elif first and not re.fullmatch(r"[a-z][a-z0-9._-]{1,63}", alias):
                    say = "郵件名稱只能用英文數字"
                elif first and alias == "taken.name":
                    say = "此郵件名稱已被別人用了，請另取"
                elif pw != r.get("cpw2") or len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search("[0-9]", pw):
                    say = "兩次密碼不同或不合規定"
                else:
                    t.cloud_password = pw
                    if first:
                        t.alias = alias
                        t.counts["activated"] += 1
                    return self.page(name, (f"恭喜您！雲端服務帳號 {t.alias}@ntuh.gov.tw 啟用完畢，明日生效。" if first else "新的密碼設好了。") + bye)
            pair = "雲端服務密碼 <INPUT TYPE=password NAME=cpw1> (至少8碼，含英文及數字)<BR>再打一次密碼 <INPUT TYPE=password NAME=cpw2><P>"
            facts = f"網路帳號 / 主職員工編號　{p.employee_id}<BR>帳號姓名　{p.name}<BR>主職單位　{p.unit}<BR>有效期限　{p.valid_until}<P>"
            if first and t.alias:
                return self.page(name, facts + f"雲端服務帳號 (電子郵件名稱)　{t.alias}@ntuh.gov.tw<P>本帳號已啟用，不必再設定。" + bye, say)
            form = f'<FORM METHOD=POST ACTION="{s["act"]}.jsp">{self.stamp("last" + key)}'
            if first:
                form += f'雲端服務帳號 (電子郵件名稱) <INPUT NAME=mailname MAXLENGTH=64 VALUE="{escape(r.get("mailname"))}"> @ntuh.gov.tw 名稱長度限64字元內<BR>{pair}{self.button("quit", "取消啟用")} {self.button("go", "啟用雲端服務")}'
            else:
                form += pair + self.button("go", "確定重置")
            return self.page(name, (facts if first else "") + form + "</FORM>" + bye, say)
        return redirect("/help/index.jsp")

    # ---- mail
    def mail(self, r: Request) -> Response:
        t = self.truth
        if (shown := self.image(r)):
            return shown
        sid, say = r.cookies.get("JSESSIONID", ""), ""
        if "mail:" + sid in t.sessions:
            if r.path == "/webmail/inbox.jsp":
                return self.page("收件匣", f'{t.alias}@ntuh.gov.tw <A HREF="exit.jsp">登出</A><TABLE BORDER=1><TR><TH>寄件人<TH>主旨<TR><TD>資訊室<TD>歡迎使用電子信</TABLE>')
            if r.path == "/webmail/exit.jsp":
                t.sessions.discard("mail:" + sid)
                t.counts["sign_out_mail"] += 1
                return redirect("/webmail/login.jsp")
        if r.path != "/webmail/login.jsp":
            return redirect("/webmail/login.jsp")
        if r.method == "POST":
            self.takes(r, acc="mail_account", pw="mail_password", vc="captcha")
            code, t.captcha = t.captcha, ""
            if not code or not self.good(r, "mail:" + code):
                say = "畫面已過期，請重新輸入"
            elif r.get("vc") != code:
                say = "驗證碼不對！"
            elif not t.alias or r.get("acc").split("@")[0] != t.alias or r.get("pw") != t.cloud_password:
                say = "信箱帳號或密碼不對！"
            else:
                sid = secrets.token_hex(16).upper()
                t.sessions.add("mail:" + sid)
                t.counts["mail_sign_in"] += 1
                return redirect("/webmail/inbox.jsp", ("Set-Cookie", f"JSESSIONID={sid}; Path=/webmail"))
        t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 4)
        return self.page("台大醫院電子信", f'''<FORM METHOD=POST ACTION="login.jsp">{self.stamp("mail:" + t.captcha)}
帳號: <INPUT NAME=acc><BR>密碼: <INPUT TYPE=password NAME=pw><BR>
驗證碼(小寫字母或數字): <INPUT NAME=vc SIZE=6> <IMG SRC="code.jsp?r={secrets.randbelow(9999)}"><BR>
<INPUT TYPE=checkbox NAME=keep VALUE=1>記住登入資訊 (公用電腦請勿勾選)<P>{self.button("login", "登入")}</FORM>公佈欄<BR>體系帳號整併中''', say)

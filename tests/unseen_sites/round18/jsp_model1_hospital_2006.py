"""JSP model 1 of 2006: includes for head and foot, scriptlets, checks by alert()."""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from truth import Request, Response, Site, picture, redirect

CHECK_LOGIN = """<SCRIPT LANGUAGE="JavaScript">
<!--
function trim(s){return s.replace(/^\\s+|\\s+$/g,"");}
function chkForm(f){
  if(trim(f.userid.value)==""){alert("請輸入帳號!");f.userid.focus();return false;}
  if(f.passwd.value==""){alert("請輸入密碼!");f.passwd.focus();return false;}
  if(trim(f.chkcode.value)==""){alert("請輸入驗證碼!");f.chkcode.focus();return false;}
  return true;
}
function newImg(){document.images["codeimg"].src="chkimg.jsp?t="+new Date().getTime();}
//-->
</SCRIPT>"""

CHECK_PWD = """<SCRIPT LANGUAGE="JavaScript">
<!--
function chkPwd(){
  var f=document.frmPwd;
  if(f.oldpwd.value==""){alert("請輸入舊密碼!");return false;}
  if(f.newpwd.value.length<8){alert("密碼長度不可少於8個字元!");return false;}
  if(f.newpwd.value!=f.newpwd2.value){alert("兩次輸入的新密碼不同!");return false;}
  return true;
}
function strength(v){var d=document.getElementById("lvl");d.innerHTML=v.length<8?"弱":(/[0-9]/.test(v)&&/[a-z]/i.test(v)?"強":"中");}
//-->
</SCRIPT>"""


class TheSite(Site):
    title = "jsp_model1_hospital_2006"

    def __init__(self) -> None:
        super().__init__()
        self.users: dict[str, dict] = {}
        self.proofs: dict[str, dict] = {}
        self.boxes: dict[str, str] = {}

    # ------------------------------------------------ <%@ include file="head.inc" %>
    def head(self, title: str, sub: str = "", extra: str = "") -> str:
        return f"""<%-- head.inc 2006/03/14 --%>
<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8"><TITLE>{title}</TITLE>
<LINK REL="stylesheet" HREF="/css/style.css" TYPE="text/css">{extra}</HEAD>
<BODY BGCOLOR="#FFFFFF" TOPMARGIN=0 LEFTMARGIN=0>
<TABLE WIDTH="100%" BORDER=0 CELLSPACING=0 CELLPADDING=4 BGCOLOR="#336699"><TR><TD WIDTH=260><FONT COLOR="#FFFFFF" SIZE="+1"><B>台大醫院 醫療資訊系統</B></FONT>
<TD ALIGN=right><FONT COLOR="#FFFFCC" SIZE=2>{sub or "National Taiwan University Hospital"}</FONT></TABLE>
<TABLE WIDTH="100%" BORDER=0 CELLSPACING=0><TR BGCOLOR="#CCDDEE"><TD HEIGHT=4></TABLE>
""".replace("<%-- head.inc 2006/03/14 --%>\n", "")

    def foot(self) -> str:
        return """<HR SIZE=1 WIDTH="90%"><CENTER><FONT SIZE=1 COLOR=gray>版權所有 資訊室 分機 261120　建議使用 IE 6.0 以上, 解析度 1024*768 瀏覽</FONT></CENTER></BODY></HTML>"""

    def say(self, words: str, to: str) -> Response:
        return Response(f'<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8"></HEAD><BODY>\n<SCRIPT LANGUAGE="JavaScript">\nalert("{words}");\nlocation.href="{to}";\n</SCRIPT>\n</BODY></HTML>')

    def file(self, request: Request) -> str:
        return request.path.split(";")[0]

    # ------------------------------------------------ portal
    def portal(self, request: Request) -> Response:
        t, path = self.truth, self.file(request)
        if path in ("/", "/index.jsp"):
            return Response('<HTML><HEAD><META HTTP-EQUIV="refresh" CONTENT="0; URL=/portal/login.jsp"></HEAD><BODY></BODY></HTML>')
        if path == "/css/style.css":
            return Response("td{font-size:10pt}", kind="text/css")
        if path == "/portal/login.jsp":
            return Response(self.login())
        if path == "/portal/chkimg.jsp":
            return Response(picture(t.new_captcha(), "JPEG"), kind="image/jpeg", headers=[("Pragma", "no-cache")])
        if path == "/portal/loginChk.jsp":
            if request.method != "POST":
                return redirect("/portal/login.jsp")
            self.takes(request, hosp="campus", userid="employee_id", passwd="portal_password", chkcode="captcha")
            shown, t.captcha = t.captcha, ""
            if request.get("hosp") not in ("T0", "T2", "T4", "Y0"):
                return self.say("請選擇院區!", "login.jsp")
            if not shown or request.get("chkcode").strip().upper() != shown.upper():
                t.counts["sign_in_refused"] += 1
                return self.say("驗證碼輸入不符, 請依新圖片重新輸入!", "login.jsp")
            if request.get("userid").strip() != t.person.employee_id or request.get("passwd") != t.portal_password:
                t.counts["sign_in_refused"] += 1
                return self.say("查無此帳號或密碼有誤, 請再試一次!", "login.jsp")
            sid = secrets.token_hex(16).upper()
            self.users[sid] = {"tokens": set()}
            t.sessions.add("portal:" + sid)
            t.counts["sign_in"] += 1
            return Response(f'<HTML><BODY><SCRIPT LANGUAGE="JavaScript">location.href="news.jsp?SESSION={sid}";</SCRIPT></BODY></HTML>',
                            headers=[("Set-Cookie", f"PJSESSIONID={sid}; Path=/")])
        sid = request.query.get("SESSION") or request.cookies.get("PJSESSIONID", "")
        if sid not in self.users:
            return self.say("尚未登入或連線逾時, 請重新登入", "/portal/login.jsp")
        if path == "/portal/news.jsp":
            return Response(self.head("最新公告") + f"""<CENTER><BR><TABLE BORDER=1 WIDTH=600 BORDERCOLOR="#99AACC" CELLSPACING=0><TR BGCOLOR="#EEEEFF"><TD><B>系統公告</B>
<TR><TD>一、本週六 22:00 起資料庫例行維護兩小時。<BR>二、請同仁勿將密碼貼於螢幕旁。</TABLE><P>
<A HREF="main.jsp?SESSION={sid}">[ 我知道了, 進入功能選單 ]</A></CENTER>""" + self.foot())
        if path == "/portal/main.jsp":
            return Response(self.menu(sid))
        if path == "/portal/none.jsp":
            return self.say("您沒有使用此功能的權限", f"main.jsp?SESSION={sid}")
        if path == "/portal/logout.jsp":
            del self.users[sid]
            t.sessions.discard("portal:" + sid)
            t.counts["sign_out_portal"] += 1
            return self.say("您已登出系統, 謝謝使用", "/portal/login.jsp")
        return Response("HTTP Status 404 - " + escape(path), 404)

    def login(self) -> str:
        return self.head("PORTAL 登入", "院外網 | 院內網 | KM系統 | 差勤系統", CHECK_LOGIN) + """<CENTER><BR>
<FORM NAME="formQ" ACTION="/portal/none.jsp" METHOD="get"><FONT SIZE=2>站內查詢 <INPUT TYPE="text" NAME="kw" SIZE=12> <INPUT TYPE="submit" VALUE="查詢"></FONT></FORM>
<FORM NAME="formLogin" ACTION="loginChk.jsp" METHOD="post" onSubmit="return chkForm(this)">
<INPUT TYPE="hidden" NAME="from" VALUE="web">
<TABLE BORDER=0 CELLPADDING=3 BGCOLOR="#F0F4F8" WIDTH=420>
<TR><TD COLSPAN=2 ALIGN=center BGCOLOR="#99BBDD"><B>使用者登入 Login</B>
<TR><TD ALIGN=right>院　區：<TD><SELECT NAME="hosp"><OPTION VALUE="">--請選擇--<OPTION VALUE="T0" SELECTED>總院區<OPTION VALUE="T2">北護分院<OPTION VALUE="T4">新竹分院<OPTION VALUE="Y0">雲林分院</SELECT>
<TR><TD ALIGN=right>帳　號：<TD><INPUT TYPE="text" NAME="userid" SIZE=14 MAXLENGTH=6>
<TR><TD ALIGN=right>密　碼：<TD><INPUT TYPE="password" NAME="passwd" SIZE=14 MAXLENGTH=20>
<TR><TD ALIGN=right>驗證碼：<TD><INPUT TYPE="text" NAME="chkcode" SIZE=8 MAXLENGTH=6> <IMG SRC="chkimg.jsp" NAME="codeimg" ALT="驗證碼" ALIGN=absmiddle> <A HREF="javascript:newImg()"><FONT SIZE=1>換一張</FONT></A><BR><FONT SIZE=1 COLOR=gray>(不用區分大小寫)</FONT>
<TR><TD ALIGN=right>選單：<TD><INPUT TYPE="radio" NAME="menu" VALUE="M" CHECKED>醫療相關選單 <INPUT TYPE="radio" NAME="menu" VALUE="A">行政系統選單
<TR><TD COLSPAN=2 ALIGN=center><INPUT TYPE="submit" VALUE=" 進 入 "> <INPUT TYPE="reset" VALUE=" 清 除 ">
</TABLE></FORM></CENTER>""" + self.foot()

    def menu(self, sid: str) -> str:
        inner = self.urls["inner"]
        none = f"none.jsp?SESSION={sid}"
        items = [("更改密碼", f"{inner}/hr/chgpwd.jsp?SESSION={sid}"), ("個人簽章提醒設定", none), ("薪資所得免稅額申報表", none), ("查詢員工連絡資料", none),
                 ("維護個人連絡資料", f"{inner}/hr/contact.jsp?SESSION={sid}"), ("個人就醫紀錄查詢", none), ("行動憑證申請", none)]
        rows = "".join(f'<TR><TD><FONT SIZE=2>◆ <A HREF="{escape(to)}">{name}</A></FONT>' for name, to in items)
        return self.head("功能選單", f'您好! {self.truth.person.name}　<A HREF="logout.jsp?SESSION={sid}"><FONT COLOR=yellow>登出系統</FONT></A>') + f"""
<TABLE WIDTH="100%" BORDER=0><TR BGCOLOR="#EEEEEE"><TD><FONT SIZE=2><A HREF="{none}">醫療系統</A> | <A HREF="{none}">醫療支援</A> | <A HREF="{none}">數位學習</A> | <A HREF="{none}">行政系統</A> | <B>個人管理</B></FONT></TABLE>
<TABLE WIDTH="100%" BORDER=0><TR VALIGN=top><TD WIDTH=220 BGCOLOR="#F8F8F0"><TABLE BORDER=0>{rows}</TABLE>
<TD><B>全院公告</B><UL><LI>總院差勤待簽 0 未核准 0 被駁回 0<LI>2019/10/21 請填報「薪資所得免稅額申報表」</UL></TABLE>""" + self.foot()

    # ------------------------------------------------ inner
    def inner(self, request: Request) -> Response:
        t, path = self.truth, self.file(request)
        sid = request.get("SESSION")
        user = self.users.get(sid)
        mine = {"/hr/chgpwdSave.jsp": dict(oldpwd="old_password", newpwd="new_password", newpwd2="new_password_again"),
                "/hr/contactSave.jsp": dict(mobile="mobile_phone")}
        if request.method == "POST" and path in mine:
            self.takes(request, **mine[path])
        if path == "/css/style.css":
            return Response("td{font-size:10pt}", kind="text/css")
        if user is None:
            return self.say("連線逾時, 請重新登入", self.urls["portal"] + "/portal/login.jsp")
        back = f'{self.urls["portal"]}/portal/main.jsp?SESSION={sid}'
        out = f'{self.urls["portal"]}/portal/logout.jsp?SESSION={sid}'
        if path in mine:
            if request.method != "POST" or request.get("tk") not in user["tokens"]:
                return self.say("網頁已過期, 請重新操作", back)
            user["tokens"].discard(request.get("tk"))
        token = secrets.token_hex(8)
        user["tokens"].add(token)
        hidden = f'<INPUT TYPE="hidden" NAME="SESSION" VALUE="{sid}"><INPUT TYPE="hidden" NAME="tk" VALUE="{token}">'
        if path == "/hr/chgpwd.jsp":
            return Response(self.head("更改密碼", "", CHECK_PWD) + f"""<CENTER><H3>更改密碼</H3>
<FORM NAME="frmPwd" ACTION="chgpwdSave.jsp" METHOD="post" onSubmit="return chkPwd()">{hidden}
<TABLE BORDER=1 CELLPADDING=4 CELLSPACING=0>
<TR><TD BGCOLOR="#DDEEFF">請輸入舊密碼：<TD><INPUT TYPE="password" NAME="oldpwd" MAXLENGTH=20>
<TR><TD BGCOLOR="#DDEEFF">請輸入新密碼：<TD><INPUT TYPE="password" NAME="newpwd" MAXLENGTH=20 onKeyUp="strength(this.value)">
<TR><TD BGCOLOR="#DDEEFF">請再輸入新密碼：<TD><INPUT TYPE="password" NAME="newpwd2" MAXLENGTH=20>
<TR><TD BGCOLOR="#DDEEFF">密碼強度檢核：<TD><SPAN ID="lvl">&nbsp;</SPAN>
<TR><TD COLSPAN=2>密碼設定條件：<OL><LI>密碼長度不可少於8個字元<LI>密碼內容需包含英文及數字</OL>
</TABLE><BR><INPUT TYPE="submit" VALUE="確定更改"></FORM><A HREF="{escape(back)}">回功能選單</A>　<A HREF="{escape(out)}">登出系統</A></CENTER>""" + self.foot())
        if path == "/hr/chgpwdSave.jsp":
            old, new, again = request.get("oldpwd"), request.get("newpwd"), request.get("newpwd2")
            why = ""
            if old != t.portal_password:
                why = "舊密碼錯誤, 密碼未變更!"
            elif new != again:
                why = "兩次輸入的新密碼不同, 密碼未變更!"
            elif not 8 <= len(new) <= 20 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                why = "新密碼不符合設定條件, 密碼未變更!"
            elif new == old:
                why = "新密碼不可與舊密碼相同!"
            if why:
                t.counts["password_refused"] += 1
                return self.say(why, f"chgpwd.jsp?SESSION={sid}")
            t.portal_password = new
            t.counts["password_changed"] += 1
            return Response(self.head("更改密碼") + f'<CENTER><BR><FONT COLOR=blue><B>您的密碼已變更完成, 下次請使用新密碼登入。</B></FONT><P><A HREF="{escape(back)}">回功能選單</A>　<A HREF="{escape(out)}">登出系統</A></CENTER>' + self.foot())
        if path in ("/hr/contact.jsp", "/hr/contactSave.jsp"):
            word = ""
            if request.method == "POST":
                if not re.fullmatch(r"09\d{8}", request.get("mobile").strip()):
                    return self.say("行動電話格式錯誤, 應為10碼數字!", f"contact.jsp?SESSION={sid}")
                for key, name in (("english_surname", "ename1"), ("english_given", "ename2"), ("english_middle", "ename3"), ("office_phone", "otel"), ("home_phone", "htel"), ("mobile_phone", "mobile")):
                    t.saved_contact[key] = request.get(name).strip()
                t.counts["contact_saved"] += 1
                word = '<FONT COLOR=red>★ 連絡資料異動成功 ★</FONT><BR>'
            v = lambda key: escape(t.saved_contact.get(key, getattr(t.person, key)))  # noqa: E731
            return Response(self.head("維護個人連絡資料") + f"""<CENTER><B>台大醫院---維護個人連絡資料</B><BR>{word}
<FORM NAME="frmC" ACTION="contactSave.jsp" METHOD="post">{hidden}<INPUT TYPE="submit" VALUE="異動儲存">
<TABLE BORDER=1 CELLSPACING=0 CELLPADDING=3>
<TR><TD>員工編號：<TD><INPUT NAME="empno" VALUE="{t.person.employee_id}" READONLY SIZE=8><TD>姓名：<TD>{t.person.name}
<TR><TD>英文姓：<TD COLSPAN=3><INPUT NAME="ename1" VALUE="{v('english_surname')}"> ex:Chen(陳)
<TR><TD>英文首名：<TD COLSPAN=3><INPUT NAME="ename2" VALUE="{v('english_given')}"> ex: Yi-Fen(怡芬) (<A HREF="#" onClick="alert('請與護照相同');return false">說明</A>)
<TR><TD>英文中名：<TD COLSPAN=3><INPUT NAME="ename3" VALUE="{v('english_middle')}"> ex:Mary 為英文別名，如無，可不填
<TR><TD>辦公室電話：<TD><INPUT NAME="otel" VALUE="{v('office_phone')}" SIZE=12> ex:61234或23123456<TD>住宅電話：<TD><INPUT NAME="htel" VALUE="{v('home_phone')}" SIZE=12> ex:0223123456
<TR><TD>行動電話：<TD COLSPAN=3><INPUT NAME="mobile" VALUE="{v('mobile_phone')}" MAXLENGTH=10> ex:0952000000 <FONT COLOR=red>(如離職或更換門號，請記得調整此欄位)</FONT>
</TABLE></FORM><A HREF="{escape(back)}">回功能選單</A></CENTER>""" + self.foot())
        return Response("HTTP Status 404", 404)

    # ------------------------------------------------ account
    def account(self, request: Request) -> Response:
        t, path = self.truth, self.file(request)
        if path in ("/", "/index.jsp"):
            return Response(self.head("網路帳號服務", "雲端服務 ‧ 電子郵件 ‧ VPN") + """<TABLE WIDTH=760 ALIGN=center><TR><TD>
<P>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</P><B>《規範》</B>
<P>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<UL><LI>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。<LI>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</UL>
<B>《常見問題與服務》</B><DL><DT>密碼修改後多久可以生效<DD>即時生效。<DT>忘記密碼<DD>請以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</DL>
<CENTER><TABLE BORDER=1 CELLPADDING=6><TR><TD><A HREF="apply1.jsp?func=new">啟用網路帳號及首次<BR>雲端帳號密碼設定</A><TD>啟用本院微軟相關服務，如：Office365, Outlook...
<TR><TD><A HREF="apply1.jsp?func=reset">重置雲端服務密碼</A><TD>重設非Portal帳號的密碼：Email, 無線網路, KM, TMS
<TR><TD><A HREF="vpn.jsp">總院廠商VPN展延申請</A><TD>總院廠商VPN到期，重新啟用申請。</TABLE></CENTER></TABLE>""" + self.foot())
        if path == "/css/style.css":
            return Response("td{font-size:10pt}", kind="text/css")
        if path == "/vpn.jsp":
            return self.say("本功能限廠商使用", "index.jsp")
        if request.method == "POST":
            self.takes(request, acct="employee_id", otp="code", regtel="registered_phone", alias="alias", pw1="cloud_password", pw2="cloud_password_again")
        if path == "/apply1.jsp" and request.method == "GET":
            key = secrets.token_hex(10)
            func = "reset" if request.get("func") == "reset" else "new"
            self.proofs[key] = {"func": func, "emp": "", "code": "", "at": 0.0, "ok": False}
            return Response(self.proof_page(key, ""), headers=[("Set-Cookie", f"AJSESSIONID={key}; Path=/")])
        key = request.get("key")
        st = self.proofs.get(key)
        if st is None or request.cookies.get("AJSESSIONID") != key:
            return self.say("操作逾時, 請由首頁重新開始", "index.jsp")
        if path == "/apply1.jsp":
            emp = request.get("acct").strip()
            if request.has("btnSend"):
                if emp != t.person.employee_id:
                    return Response(self.proof_page(key, "查無此網路帳號, 請確認員工編號!"))
                st["emp"] = emp
                return Response(self.phone_page(key, ""))
            if not st["code"] or emp != st["emp"]:
                return Response(self.proof_page(key, "請先按「發送簡訊動態碼」取得動態碼!"))
            if time.time() - st["at"] > 120:
                st["code"] = ""
                t.counts["code_refused"] += 1
                return Response(self.proof_page(key, "動態碼已逾2分鐘失效, 請重新發送!"))
            if request.get("otp").strip() != st["code"]:
                t.counts["code_refused"] += 1
                return Response(self.proof_page(key, "動態碼不正確!"))
            st["code"], st["ok"] = "", True
            t.sessions.add("account:" + key)
            t.counts["code_accepted"] += 1
            return redirect(f"apply2.jsp?key={key}")
        if path == "/sendsms.jsp" and request.method == "POST" and st["emp"]:
            if request.has("btnNo"):
                return Response(self.proof_page(key, ""))
            if request.get("regtel").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                return Response(self.phone_page(key, "手機門號與登記資料不符!"))
            st["code"], st["at"] = t.new_message(), time.time()
            return Response(self.head("動態碼簡訊發送成功") + f"""<CENTER><BR><TABLE BORDER=1 CELLPADDING=8><TR><TD BGCOLOR="#DDFFDD"><B>動態碼簡訊發送成功</B><TR><TD>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」
<FORM ACTION="code.jsp" METHOD="post"><INPUT TYPE="hidden" NAME="key" VALUE="{key}"><INPUT TYPE="submit" VALUE="確定"></FORM></TABLE></CENTER>""" + self.foot())
        if path == "/code.jsp":
            return Response(self.proof_page(key, ""))
        if not st["ok"]:
            return self.say("請先完成身分驗證", "index.jsp")
        if path == "/quit.jsp":
            t.sessions.discard("account:" + key)
            t.counts["sign_out_account"] += 1
            del self.proofs[key]
            return redirect("index.jsp")
        if path == "/apply2.jsp":
            return Response(self.final(request, key, st))
        return Response("HTTP Status 404", 404)

    def proof_page(self, key: str, word: str) -> str:
        st = self.proofs[key]
        name = "啟用網路帳號及首次雲端帳號密碼設定" if st["func"] == "new" else "重置雲端服務密碼"
        alert = f'<SCRIPT LANGUAGE="JavaScript">alert("{word}");</SCRIPT>' if word else ""
        return self.head(name) + f"""{alert}<TABLE WIDTH=700 ALIGN=center><TR><TD><B>注意事項</B><UL><LI>電子郵件別名第一次設定之後則不能修改，請慎重選擇。<LI>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<LI>請輸入帳號與簡訊動態碼後按「下一步」。</UL>
<CENTER><B>{name}</B><FORM NAME="frmA" ACTION="apply1.jsp" METHOD="post"><INPUT TYPE="hidden" NAME="key" VALUE="{key}"><TABLE BORDER=1 CELLPADDING=4 CELLSPACING=0>
<TR><TD>網路帳號 / 主職員工編號<TD><INPUT TYPE="text" NAME="acct" VALUE="{st['emp']}" MAXLENGTH=6> <INPUT TYPE="submit" NAME="btnSend" VALUE="發送簡訊動態碼">
<TR><TD>簡訊(或MOTP)動態碼<TD><INPUT TYPE="text" NAME="otp" MAXLENGTH=8 AUTOCOMPLETE="off">
<TR><TD COLSPAN=2 ALIGN=right><INPUT TYPE="submit" NAME="btnNext" VALUE="下一步"></TABLE></FORM><A HREF="index.jsp">回首頁</A></CENTER></TABLE>""" + self.foot()

    def phone_page(self, key: str, word: str) -> str:
        return self.head("發送簡訊動態碼") + f"""<CENTER><BR><FORM NAME="frmT" ACTION="sendsms.jsp" METHOD="post"><INPUT TYPE="hidden" NAME="key" VALUE="{key}"><TABLE BORDER=1 CELLPADDING=6 BGCOLOR="#FFFFEE"><TR><TD>請輸入帳號登記的手機門號(10碼)
<TR><TD><INPUT TYPE="text" NAME="regtel" MAXLENGTH=10> <FONT COLOR=red>{word}</FONT><TR><TD ALIGN=center><INPUT TYPE="submit" NAME="btnOK" VALUE="確定發送"> <INPUT TYPE="submit" NAME="btnNo" VALUE="取消"></TABLE></FORM></CENTER>""" + self.foot()

    def final(self, request: Request, key: str, st: dict) -> str:
        t, word = self.truth, ""
        quit_ = f'<A HREF="quit.jsp?key={key}">離開</A>'
        pw = request.get("pw1")
        fine = 8 <= len(pw) <= 32 and re.search("[A-Za-z]", pw) and re.search("[0-9]", pw)
        if request.method == "POST":
            alias = request.get("alias").strip().lower()
            if st["func"] == "new" and t.alias:
                word = "本帳號先前已啟用, 不可重複申請!"
            elif st["func"] == "new" and not re.fullmatch(r"[a-z][a-z0-9._-]{1,63}", alias):
                word = "電子郵件名稱格式不符!"
            elif st["func"] == "new" and alias == "taken.name":
                word = "此電子郵件名稱已有人使用, 請換一個!"
            elif pw != request.get("pw2"):
                word = "兩次密碼輸入不一致!"
            elif not fine or pw == t.portal_password:
                word = "密碼須8碼以上含英文及數字, 且不得與Portal密碼相同!"
            elif st["func"] == "reset" and t.alias:
                t.cloud_password = pw
                return self.head("完成") + f"<CENTER><H3>雲端服務密碼已重新設定完畢</H3>{quit_}</CENTER>" + self.foot()
            elif st["func"] == "new":
                t.alias, t.cloud_password = alias, pw
                t.counts["activated"] += 1
                return self.head("完成") + f"<CENTER><H3>恭喜您! 申請已完成</H3>您的電子郵件為 {escape(alias)}@ntuh.gov.tw<BR>服務於設定完成隔日生效<P>{quit_}</CENTER>" + self.foot()
        if st["func"] == "new" and t.alias and not word:
            return self.head("帳號狀態") + f"<CENTER><BR>您的雲端服務帳號({escape(t.alias)}@ntuh.gov.tw)已於先前啟用，無需再次設定。<P>{quit_}</CENTER>" + self.foot()
        if st["func"] == "reset" and not t.alias:
            return self.head("帳號狀態") + f"<CENTER><BR>您尚未啟用網路帳號, 請先執行啟用。<P>{quit_}</CENTER>" + self.foot()
        alert = f'<SCRIPT LANGUAGE="JavaScript">alert("{word}");</SCRIPT>' if word else ""
        mail = f"""<TR><TD>網路帳號 / 主職員工編號<TD>{t.person.employee_id}<TR><TD>帳號姓名<TD>{t.person.name}<TR><TD>主職單位<TD>{t.person.unit}<TR><TD>有效期限<TD>{t.person.valid_until}
<TR><TD>雲端服務帳號<BR>(電子郵件名稱)<TD><INPUT TYPE="text" NAME="alias" MAXLENGTH=64 VALUE="{escape(request.get('alias'))}">@ntuh.gov.tw <FONT SIZE=1>名稱長度限64字元內</FONT>""" if st["func"] == "new" else ""
        press = '<INPUT TYPE="reset" VALUE="取消啟用"> <INPUT TYPE="submit" NAME="btnGo" VALUE="啟用雲端服務">' if mail else '<INPUT TYPE="submit" NAME="btnGo" VALUE="確定重置">'
        return self.head("設定密碼與郵件別名") + f"""{alert}<CENTER><B>{"設定密碼與郵件別名" if mail else "重置雲端服務密碼"}</B><FORM ACTION="apply2.jsp" METHOD="post"><INPUT TYPE="hidden" NAME="key" VALUE="{key}"><TABLE BORDER=1 CELLSPACING=0 CELLPADDING=4>{mail}
<TR><TD>雲端服務密碼<TD><INPUT TYPE="password" NAME="pw1" MAXLENGTH=32> 8碼以上含英數字<TR><TD>再次輸入密碼<TD><INPUT TYPE="password" NAME="pw2" MAXLENGTH=32>
<TR><TD COLSPAN=2 ALIGN=center>{press}</TABLE></FORM>{quit_}</CENTER>""" + self.foot()

    # ------------------------------------------------ webmail
    def mail(self, request: Request) -> Response:
        t, path = self.truth, self.file(request)
        if path == "/code.jpg":
            return Response(picture(t.new_captcha("abcdefghkmnprstuvwxyz23456789", 5), "JPEG"), kind="image/jpeg")
        mid = request.cookies.get("MJSESSIONID", "")
        if path == "/inbox.jsp" and mid in self.boxes:
            return Response(self.head("收件匣", f'{escape(t.alias)}@ntuh.gov.tw　<A HREF="logout.jsp"><FONT COLOR=yellow>登出</FONT></A>') + "<TABLE BORDER=1 WIDTH=90% ALIGN=center><TR><TH>寄件者<TH>主旨<TH>日期<TR><TD>資訊室<TD>歡迎使用本院電子信箱<TD>今日</TABLE>" + self.foot())
        if path == "/logout.jsp" and mid in self.boxes:
            del self.boxes[mid]
            t.sessions.discard("mail:" + mid)
            t.counts["sign_out_mail"] += 1
            return self.say("已登出電子信箱", "/")
        word = ""
        if request.method == "POST":
            self.takes(request, mailid="mail_account", mailpw="mail_password", vcode="captcha")
            shown, t.captcha = t.captcha, ""
            if not shown or request.get("vcode").strip() != shown:
                word = "驗證碼不對!"
            elif not t.alias or request.get("mailid").strip().lower().removesuffix("@ntuh.gov.tw") != t.alias or request.get("mailpw") != t.cloud_password:
                word = "帳號或密碼不對!"
            else:
                mid = secrets.token_hex(12)
                self.boxes[mid] = t.alias
                t.sessions.add("mail:" + mid)
                t.counts["mail_sign_in"] += 1
                return redirect("/inbox.jsp", ("Set-Cookie", f"MJSESSIONID={mid}; Path=/"))
        return Response(self.head("電子信箱") + f"""<CENTER><FORM ACTION="/login.jsp" METHOD="post"><FONT COLOR=red>{word}</FONT><TABLE>
<TR><TD>帳號:<TD><INPUT NAME="mailid"><TR><TD>密碼:<TD><INPUT TYPE="password" NAME="mailpw">
<TR><TD>驗證碼(小寫字母或數字):<TD><INPUT NAME="vcode" SIZE=8 MAXLENGTH=5> <IMG SRC="/code.jpg"><TR><TD COLSPAN=2><INPUT TYPE="checkbox" NAME="keep" VALUE="1"> 記住登入資訊 (公用電腦請勿勾選)
<TR><TD COLSPAN=2 ALIGN=center><INPUT TYPE="submit" VALUE="登入信箱"></TABLE></FORM><B>公佈欄</B><BR>※如無法登入，請先至下方網址變更密碼，謝謝：https://help.ntuh.gov.tw/</CENTER>""" + self.foot())

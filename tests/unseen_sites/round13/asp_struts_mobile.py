"""A portal of 1999 in classic ASP (Big5, frames), an account site by a junior engineer with Struts 2 and jQuery Mobile, an Open WebMail."""

from __future__ import annotations

import re
import secrets
import time
from html import escape as h

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

BIG5 = "text/html; charset=big5"
HOSP = [("1", "總院區"), ("2", "北護分院"), ("4", "新竹分院"), ("6", "雲林分院")]


def asp(body: str, *head: tuple[str, str], title: str = "台大醫院醫療資訊系統") -> Response:
    return Response(f"<HTML>\n<HEAD>\n<META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=big5\">\n<TITLE>{title}</TITLE>\n"
                    f"<LINK REL=stylesheet HREF=style.css>\n</HEAD>\n{body}\n</HTML>", kind=BIG5, headers=list(head))


def back(msg: str, to: str) -> Response:
    """Response.Write "<script>..."""
    return Response(f"<META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=big5\"><script language=javascript>\nalert(\"{msg}\");\nlocation.href=\"{to}\";\n</script>", kind=BIG5)


class TheSite(Site):
    charset = "cp950"
    title = "Classic ASP portal, Struts 2 + jQuery Mobile account site"

    def __init__(self) -> None:
        super().__init__()
        self.asp_sess: dict[str, dict] = {}
        self.sids: dict[str, str] = {}  # sid in addresses -> asp session
        self.ticks: dict[str, str] = {}
        self.jsess: dict[str, dict] = {}
        self.owm: set[str] = set()
        self.mail_word = ""

    # ================================================================ classic ASP
    def portal(self, r: Request) -> Response:
        t, page = self.truth, r.path.lower().lstrip("/")
        sess = self.asp_sess.get(r.cookies.get("ASPSESSIONIDAQRSTBQC", ""))
        if page in ("", "default.asp"):
            return asp("<FRAMESET ROWS=\"56,*\" BORDER=0 FRAMEBORDER=0>\n<FRAME NAME=banner SRC=banner.htm SCROLLING=NO NORESIZE>\n<FRAME NAME=main SRC=login.asp>\n"
                       "<NOFRAMES><BODY>您的瀏覽器不支援框架, 請<A HREF=login.asp>按此</A></BODY></NOFRAMES>\n</FRAMESET>")
        if page == "banner.htm":
            return asp("<BODY BGCOLOR=#336699><FONT COLOR=WHITE SIZE=5><B>台大 健康守護, 醫界典範</B></FONT></BODY>")
        if page == "login.asp":
            extra = []
            if sess is None:
                key = "".join(secrets.choice("ABCDEFGHIJKLMNOP") for _ in range(24))
                sess = self.asp_sess[key] = {"in": False, "code": "", "sid": ""}
                extra = [("Set-Cookie", f"ASPSESSIONIDAQRSTBQC={key}; path=/")]
            sess["code"] = t.new_captcha()
            opts = "".join(f"<OPTION VALUE={v}{' SELECTED' if v == '1' else ''}>{n}" for v, n in HOSP)
            return asp(f"""<BODY BGCOLOR=#FFFFFF ONLOAD="document.frmLogin.empno.focus()">
<script language=javascript>
<!--
function checkform(f) {{
  if (f.empno.value=="") {{ alert("帳號不可空白"); return false; }}
  if (f.pw.value=="") {{ alert("密碼不可空白"); return false; }}
  return true;
}}
//-->
</script>
<CENTER><FORM NAME=frmLogin METHOD=POST ACTION="chklogin.asp" onsubmit="return checkform(this)">
<INPUT TYPE=HIDDEN NAME=flag VALUE=1>
<TABLE BORDER=1 CELLPADDING=3 BORDERCOLOR=#6699CC>
<TR><TD COLSPAN=2 BGCOLOR=#6699CC ALIGN=CENTER><FONT COLOR=#FFFFFF>醫　療　資　訊　系　統</FONT>
<TR><TD NOWRAP>院　區<TD><SELECT NAME=hosp>{opts}</SELECT>
<TR><TD NOWRAP>帳　號<TD><INPUT NAME=empno SIZE=10 MAXLENGTH=6>
<TR><TD NOWRAP>密　碼<TD><INPUT TYPE=PASSWORD NAME=pw SIZE=12>
<TR><TD NOWRAP>驗證碼<BR><FONT SIZE=1>(不用區分大小寫)</FONT><TD><INPUT NAME=vcode SIZE=6 MAXLENGTH=6> <IMG SRC="code.asp?{secrets.randbelow(99999)}" BORDER=1> <A HREF=login.asp>看不清楚</A>
<TR><TD COLSPAN=2><INPUT TYPE=RADIO NAME=mnu VALUE=A CHECKED>醫療相關選單 <INPUT TYPE=RADIO NAME=mnu VALUE=B>行政系統選單
<TR><TD COLSPAN=2 ALIGN=CENTER><INPUT TYPE=SUBMIT NAME=B1 VALUE="進入系統"> <INPUT TYPE=RESET NAME=B2 VALUE="清除重填">
</TABLE></FORM>
<FONT SIZE=2>本系統請使用 IE 5.0 以上瀏覽器, 解析度 800x600</FONT></CENTER></BODY>""", *extra)
        if page == "code.asp":
            return Response(picture((sess or {}).get("code") or "----", "BMP"), kind="image/bmp")
        if page == "style.css":
            return Response("TD {font-size:12pt}", kind="text/css")
        if page == "chklogin.asp":
            self.takes(r, hosp="campus", empno="employee_id", pw="portal_password", vcode="captcha")
            if sess is None or r.method != "POST" or r.get("flag") != "1":
                return back("連線逾時,請重新輸入", "login.asp")
            want, sess["code"] = sess["code"], ""
            if not want or want != t.captcha or r.get("vcode").strip().upper() != want:
                t.counts["sign_in_refused"] += 1
                return back("驗證碼輸入錯誤!", "login.asp")
            if r.get("hosp") != "1" or r.get("empno").strip() != t.person.employee_id:
                t.counts["sign_in_refused"] += 1
                return back("查無此帳號,請檢查院區及帳號!", "login.asp")
            if r.get("pw") != t.portal_password:
                t.counts["sign_in_refused"] += 1
                return back("密碼錯誤!", "login.asp")
            sid = secrets.token_hex(8)
            sess.update({"in": True, "sid": sid})
            self.sids[sid] = sid
            t.sessions.add("portal:" + sid)
            t.counts["sign_in"] += 1
            return redirect("menu.asp")
        if sess is None or not sess["in"] or sess["sid"] not in self.sids:
            return back("您尚未登入或已逾時", "login.asp")
        if page == "menu.asp":
            return asp("<FRAMESET ROWS=\"40,*\" BORDER=0><FRAME NAME=tp SRC=top.asp SCROLLING=NO>\n<FRAMESET COLS=\"190,*\"><FRAME NAME=lf SRC=left.asp>\n<FRAME NAME=rt SRC=news.asp>\n</FRAMESET></FRAMESET>")
        if page == "top.asp":
            return asp(f"<BODY BGCOLOR=#CCDDEE TOPMARGIN=2><TABLE WIDTH=100%><TR><TD>{h(t.person.name)} 您好!<TD ALIGN=RIGHT><A HREF=news.asp TARGET=rt>公告</A> | "
                       "<A HREF=logout.asp TARGET=_top>離開系統</A></TABLE></BODY>")
        if page == "left.asp":
            items = [("P01", "更改密碼"), ("P02", "個人簽章提醒設定"), ("P03", "薪資所得免稅額申報表"), ("P04", "員工待遇福利查詢"), ("P05", "查詢員工連絡資料"),
                     ("P06", "維護個人連絡資料"), ("P07", "個人就醫紀錄查詢"), ("P08", "個人追蹤名單"), ("P09", "員工扣繳憑單查詢"), ("P10", "流感同意書列印")]
            rows = "".join(f"<TR><TD><IMG SRC=dot.gif WIDTH=9><A HREF=\"goto.asp?fn={k}\" TARGET=rt>{n}</A>" for k, n in items)
            return asp(f"<BODY BGCOLOR=#EEEEEE><B>個人管理</B><TABLE>{rows}</TABLE></BODY>")
        if page == "news.asp":
            return asp("<BODY><H3>全院公告</H3><TABLE BORDER=1><TR><TH>日期<TH>標題<TR><TD>2019/10/21<TD>請全院同仁填報「薪資所得免稅額申報表」</TABLE></BODY>")
        if page == "goto.asp":
            to = {"P01": "chgpw.asp", "P06": "contact.asp"}.get(r.query.get("fn", ""))
            return redirect(f"{self.urls['inner']}/person/{to}?sid={sess['sid']}") if to else back("權限不足", "news.asp")
        if page == "logout.asp":
            self.drop(sess["sid"])
            sess.update({"in": False, "sid": ""})
            return redirect("default.asp")
        return Response("HTTP 404 - File not found", 404)

    def drop(self, sid: str) -> None:
        if self.sids.pop(sid, None):
            self.truth.sessions.discard("portal:" + sid)
            self.truth.counts["sign_out_portal"] += 1

    def tick(self, sid: str) -> str:
        self.ticks[sid] = str(secrets.randbelow(10**9))
        return f"<INPUT TYPE=HIDDEN NAME=sid VALUE={sid}><INPUT TYPE=HIDDEN NAME=tick VALUE={self.ticks[sid]}>"

    def foot(self, sid: str) -> str:
        return f"<HR><A HREF=\"{self.urls['portal']}/menu.asp\" TARGET=_top>回功能選單</A>　<A HREF=\"exit.asp?sid={sid}\" TARGET=_top>登出系統</A>"

    def inner(self, r: Request) -> Response:
        t, p, page = self.truth, self.truth.person, r.path.lower().rsplit("/", 1)[-1]
        sid = r.get("sid")
        fields = {"ename1": "english_surname", "ename2": "english_given", "ename3": "english_middle", "tel_o": "office_phone", "tel_h": "home_phone", "bbcall": "mobile_phone"}
        if r.method == "POST" and page == "chgpw_save.asp":
            self.takes(r, oldpw="old_password", newpw="new_password", newpw2="new_password_again")
        if r.method == "POST" and page == "contact_save.asp":
            self.takes(r, bbcall="mobile_phone")
        if sid not in self.sids:
            return back("連線逾時,請由Portal重新進入", self.urls["portal"] + "/default.asp")
        if page == "exit.asp":
            self.drop(sid)
            return redirect(self.urls["portal"] + "/default.asp")
        if page == "chgpw.asp":
            return asp(f"""<BODY><FONT SIZE=4 COLOR=#003399>更改密碼</FONT>
<FORM METHOD=POST ACTION=chgpw_save.asp NAME=f1>{self.tick(sid)}<TABLE BORDER=0>
<TR><TD ALIGN=RIGHT>請輸入舊密碼：<TD><INPUT TYPE=PASSWORD NAME=oldpw>
<TR><TD ALIGN=RIGHT>請輸入新密碼：<TD><INPUT TYPE=PASSWORD NAME=newpw MAXLENGTH=20>
<TR><TD ALIGN=RIGHT>請再輸入新密碼：<TD><INPUT TYPE=PASSWORD NAME=newpw2 MAXLENGTH=20>
<TR><TD ALIGN=RIGHT>密碼強度檢核：<TD><INPUT NAME=lvl SIZE=4 READONLY VALUE="--">
<TR><TD COLSPAN=2>密碼設定條件：<BR>1.密碼長度不可少於8個字元<BR>2.密碼內容需包含英文及數字
<TR><TD><TD><INPUT TYPE=SUBMIT VALUE="確定更改"> <INPUT TYPE=RESET VALUE="清除"></TABLE></FORM>{self.foot(sid)}</BODY>""")
        if page == "contact.asp":
            v = {k: h(t.saved_contact.get(m, getattr(p, m)), True) for k, m in fields.items()}
            ok = "<FONT COLOR=GREEN><B>** 資料異動完成 **</B></FONT>" if r.query.get("ok") == "1" else ""
            return asp(f"""<BODY BGCOLOR=#FFFFEE><CENTER><B>台大醫院---維護個人連絡資料</B><BR>{ok}
<FORM METHOD=POST ACTION=contact_save.asp>{self.tick(sid)}<INPUT TYPE=SUBMIT NAME=act VALUE="異動儲存">
<TABLE BORDER=1><TR><TD>員工編號：<TD>{p.employee_id}<TD>姓名：<TD>{h(p.name)}
<TR><TD>英文姓：<TD COLSPAN=3><INPUT NAME=ename1 VALUE="{v['ename1']}"> ex:Chen(陳)
<TR><TD>英文首名：<TD COLSPAN=3><INPUT NAME=ename2 VALUE="{v['ename2']}"> ex: Yi-Fen(怡芬) (<A HREF="#">說明</A>)
<TR><TD>英文中名：<TD COLSPAN=3><INPUT NAME=ename3 VALUE="{v['ename3']}"> ex:Mary 為英文別名，如無，可不填
<TR><TD>辦公室電話：<TD><INPUT NAME=tel_o SIZE=10 VALUE="{v['tel_o']}"><BR>ex:61234或23123456<TD>住宅電話：<TD><INPUT NAME=tel_h SIZE=12 VALUE="{v['tel_h']}"><BR>ex:0223123456
<TR><TD>行動電話：<TD COLSPAN=3><INPUT NAME=bbcall SIZE=12 MAXLENGTH=10 VALUE="{v['bbcall']}"> ex:0952000000 (如離職或更換門號，請記得調整此欄位)
</TABLE></FORM></CENTER>{self.foot(sid)}</BODY>""")
        if r.method != "POST" or r.get("tick") != self.ticks.pop(sid, None):
            return back("資料已過期,請重新輸入", f"{'contact' if page.startswith('contact') else 'chgpw'}.asp?sid={sid}")
        if page == "chgpw_save.asp":
            new, err = r.get("newpw"), ""
            if r.get("oldpw") != t.portal_password:
                err = "舊密碼不正確!!"
            elif new != r.get("newpw2"):
                err = "新密碼兩次輸入不相同!!"
            elif len(new) < 8 or len(new) > 20 or not new.isascii() or not re.search(r"[a-zA-Z]", new) or not re.search(r"\d", new):
                err = "新密碼須8碼以上並包含英文及數字!!"
            if err:
                t.counts["password_refused"] += 1
                return back(err, f"chgpw.asp?sid={sid}")
            t.portal_password = new
            t.counts["password_changed"] += 1
            return asp(f"<BODY><BR><CENTER><FONT COLOR=BLUE SIZE=4>更新密碼OK，請牢記新密碼</FONT></CENTER>{self.foot(sid)}</BODY>")
        if page == "contact_save.asp":
            if any(not r.has(k) for k in fields) or not re.fullmatch(r"09\d{8}", r.get("bbcall").strip()):
                return back("行動電話格式有誤,請輸入10碼", f"contact.asp?sid={sid}")
            t.saved_contact = {m: r.get(k).strip() for k, m in fields.items()}
            t.counts["contact_saved"] += 1
            return redirect(f"contact.asp?sid={sid}&ok=1")
        return Response("HTTP 404 - File not found", 404)

    # ================================================================ Struts 2 + jQuery Mobile
    def jqm(self, sess: dict, pages: str, cookie: str = "") -> Response:
        return Response(f"""<!DOCTYPE html>
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=Big5">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>網路帳號 e 點通</title>
<link rel="stylesheet" href="js/jquery.mobile-1.4.5.min.css">
<script>/* $.mobile.ajaxEnabled = false; TODO 問學長 */</script>
</head>
<body>
{pages}
</body>
</html>""", kind=BIG5, headers=[("Set-Cookie", f"JSESSIONID={cookie}; Path=/netacct; HttpOnly")] if cookie else [])

    @staticmethod
    def token(sess: dict) -> str:
        sess["token"] = secrets.token_hex(16).upper()
        return f'<input type="hidden" name="struts.token.name" value="token" />\n<input type="hidden" name="token" value="{sess["token"]}" />'

    def otp_page(self, sess: dict, err: str = "") -> Response:
        title = "啟用網路帳號及首次雲端帳號密碼設定" if sess["for"] == "apply" else "重置雲端服務密碼"
        msg = f'<ul class="errorMessage"><li><span>{err}</span></li></ul>' if err else ""
        return self.jqm(sess, f"""<div data-role="page" id="otpPage" data-theme="a">
<div data-role="header" data-position="fixed"><a href="index.action" data-icon="home" data-iconpos="notext" data-ajax="false">首頁</a><h1>{title}</h1></div>
<div data-role="content">{msg}
<div data-role="collapsible" data-collapsed="false"><h3>注意事項</h3><p>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</p><p>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</p><p>請輸入帳號與簡訊動態碼後按「下一步」。</p></div>
<form id="otpForm" name="otpForm" action="/netacct/otp.action" method="post" data-ajax="false">
{self.token(sess)}
<div data-role="fieldcontain" class="wwgrp"><label for="otpForm_userId">網路帳號 / 主職員工編號</label>
<input type="tel" name="bean.userId" maxlength="6" value="{h(sess.get('user', ''))}" id="otpForm_bean_userId"/></div>
<input type="submit" name="method:askSms" value="發送簡訊動態碼" data-icon="phone" data-theme="b"/>
<div data-role="fieldcontain"><label for="otpForm_otp">簡訊(或MOTP)動態碼</label>
<input type="tel" name="bean.otp" maxlength="6" value="" id="otpForm_bean_otp"/></div>
<input type="submit" name="method:next" value="下一步" data-icon="arrow-r" data-iconpos="right"/>
</form></div></div>""")

    def phone_page(self, sess: dict, err: str = "") -> Response:
        return self.jqm(sess, f"""<div data-role="dialog" id="phoneDlg"><div data-role="header"><h1>簡訊動態碼</h1></div>
<div data-role="content"><form action="/netacct/sendSms.action" method="post" data-ajax="false" id="smsForm">
{self.token(sess)}
<p>請輸入帳號登記的手機門號(10碼)</p>
<input type="tel" name="bean.phoneNum" maxlength="10" value="" placeholder="09xxxxxxxx"/>
{f'<div class="errorMessage"><span style="color:red">{err}</span></div>' if err else ''}
<button type="submit" data-theme="b">確定發送</button>
<a href="toOtp.action" data-role="button" data-rel="back" data-ajax="false">取消</a>
</form></div></div>""")

    def cloud_page(self, sess: dict, err: str = "", name: str = "") -> Response:
        t, p = self.truth, self.truth.person
        facts = f"""<ul data-role="listview" data-inset="true"><li>網路帳號 / 主職員工編號<span class="ui-li-aside">{p.employee_id}</span></li><li>帳號姓名<span class="ui-li-aside">{h(p.name)}</span></li>
<li>主職單位<span class="ui-li-aside">{p.unit}</span></li><li>有效期限<span class="ui-li-aside">{p.valid_until}</span></li></ul>"""
        head = """<div data-role="page" id="cloud"><div data-role="header"><h1>設定密碼與郵件別名</h1><a href="quit.action" class="ui-btn-right" data-icon="delete" data-ajax="false">離開</a></div><div data-role="content">"""
        if t.alias:
            return self.jqm(sess, f"""{head}{facts}<div class="ui-body ui-body-e"><p>{err or '您的雲端服務已經是啟用狀態囉'}</p><p>雲端服務帳號 (電子郵件名稱)：<b>{h(t.alias)}@ntuh.gov.tw</b></p></div></div></div>""")
        return self.jqm(sess, f"""{head}{f'<ul class="errorMessage"><li><span>{err}</span></li></ul>' if err else ''}
<p>雲端服務帳號說明：<br>1. 雲端服務帳號為跨體系使用。<br>2. 服務於設定完成隔日生效。</p>{facts}
<form action="/netacct/doApply.action" method="post" data-ajax="false" id="applyForm">
{self.token(sess)}
<label>雲端服務帳號 (電子郵件名稱)</label><input type="text" name="bean.mailName" maxlength="64" value="{h(name)}"/> @ntuh.gov.tw 名稱長度限64字元內
<label>雲端服務密碼</label><input type="password" name="bean.pwd" id="pwd1" placeholder="8~20碼，英文+數字"/>
<label><input type="checkbox" name="showPwd" value="true" onclick="document.getElementById('pwd1').type=this.checked?'text':'password'"/>顯示密碼</label>
<input type="hidden" name="__checkbox_showPwd" value="true"/>
<div class="ui-grid-a"><div class="ui-block-a"><input type="submit" name="method:giveUp" value="取消啟用"/></div>
<div class="ui-block-b"><input type="submit" name="method:doIt" value="啟用雲端服務" data-theme="b"/></div></div>服務於設定完成隔日生效
</form></div></div>""")

    def account(self, r: Request) -> Response:
        t, p = self.truth, self.truth.person
        page = r.path.split(";")[0].removeprefix("/netacct/")
        key = r.cookies.get("JSESSIONID", "")
        if r.method == "POST":
            self.takes(r, **{"bean.userId": "employee_id", "bean.otp": "code", "bean.phoneNum": "registered_phone", "bean.mailName": "alias", "bean.pwd": "cloud_password"})
        if page in ("/", "index.action", ""):
            cookie, tail = "", ""
            if key not in self.jsess:
                cookie = secrets.token_hex(16).upper()
                self.jsess[cookie] = {"for": "", "proved": "", "code": None}
                tail = f";jsessionid={cookie}"
            return self.jqm({}, f"""<div data-role="page" id="home"><div data-role="header"><h1>臺大醫院網路帳號</h1></div><div data-role="content">
<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<div data-role="collapsible"><h3>《規範》</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p>
<p>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置</p><p>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</p></div>
<div data-role="collapsible"><h3>《常見問題與服務》</h3><p>密碼修改後多久可以生效? 即時生效。</p><p>忘記密碼? 請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></div>
<ul data-role="listview" data-inset="true" data-filter="false">
<li><a href="/netacct/toOtp.action{tail}?type=apply" data-ajax="false"><h2>啟用網路帳號及首次雲端帳號密碼設定</h2><p>啟用本院微軟相關服務，如：Office365, Outlook...</p></a></li>
<li><a href="/netacct/toOtp.action{tail}?type=reset" data-ajax="false"><h2>重置雲端服務密碼</h2><p>重設非Portal帳號的密碼：Email, 無線網路, KM...</p></a></li>
<li><a href="#vpn"><h2>總院廠商VPN展延申請</h2></a></li></ul></div><div data-role="footer"><h4>資訊室 261120</h4></div></div>
<div data-role="page" id="vpn"><div data-role="header"><h1>VPN</h1></div><div data-role="content">請洽資訊室<a href="#home">返回</a></div></div>""", cookie) \
                if r.path.startswith("/netacct") else redirect("/netacct/index.action")
        sess = self.jsess.get(key)
        if sess is None:
            return redirect("/netacct/index.action")
        if page == "toOtp.action":
            if r.query.get("type") in ("apply", "reset"):
                sess.update({"for": r.query["type"], "user": ""})
            return self.otp_page(sess) if sess["for"] else redirect("index.action")
        if page == "quit.action":
            self.quit(key)
            return redirect("/netacct/index.action")
        if page == "cloud.action" and sess["proved"] == "apply":
            return self.cloud_page(sess)
        if page == "pwd.action" and sess["proved"] == "reset":
            return self.pwd_page(sess)
        if r.method != "POST":
            return redirect("/netacct/index.action")
        if r.get("struts.token.name") != "token" or r.get("token") != sess.pop("token", None):
            return self.jqm(sess, "<div data-role=\"page\"><div data-role=\"content\"><h3>invalid.token</h3>表單已送出過或逾時，請<a href=\"index.action\" data-ajax=\"false\">回首頁</a>重來</div></div>")
        if page == "otp.action":
            sess["user"] = r.get("bean.userId").strip()
            if r.has("method:askSms"):
                return self.phone_page(sess) if sess["user"] == p.employee_id else self.otp_page(sess, "員工編號不存在")
            code = sess["code"]
            if not r.has("method:next") or code is None or sess["user"] != p.employee_id or code[0] != r.get("bean.otp").strip():
                t.counts["code_refused"] += 1
                return self.otp_page(sess, "動態碼不對喔，請再確認一次")
            if time.time() > code[1] + 120:
                t.counts["code_refused"] += 1
                return self.otp_page(sess, "動態碼已經超過2分鐘，請重新取得")
            sess.update({"code": None, "proved": sess["for"]})
            t.counts["code_accepted"] += 1
            t.sessions.add("account:" + key)
            return redirect("/netacct/cloud.action" if sess["for"] == "apply" else "/netacct/pwd.action")
        if page == "sendSms.action" and sess.get("user") == p.employee_id:
            if r.get("bean.phoneNum").strip() not in (p.mobile_phone, t.saved_contact.get("mobile_phone")):
                return self.phone_page(sess, "與登記的手機門號不符")
            sess["code"] = (t.new_message(), time.time())
            return self.jqm(sess, """<div data-role="dialog" id="sendOk"><div data-role="header"><h1>動態碼簡訊發送成功</h1></div><div data-role="content">
<p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p><a href="toOtp.action" data-role="button" data-ajax="false">確定</a></div></div>""")
        if page == "doApply.action" and sess["proved"] == "apply":
            name, pwd = r.get("bean.mailName").strip(), r.get("bean.pwd")
            if r.has("method:giveUp"):
                self.quit(key)
                return redirect("/netacct/index.action")
            if t.alias:
                return self.cloud_page(sess, "帳號只能啟用一次喔")
            if not re.fullmatch(r"[a-zA-Z][\w.-]{1,63}", name, re.A):
                return self.cloud_page(sess, "電子郵件名稱只能用英文、數字、點、底線、減號", name)
            if name.lower() == "taken.name":
                return self.cloud_page(sess, "這個名稱已經被別人用走了，請換一個", name)
            if not self.fine(pwd):
                return self.cloud_page(sess, "密碼要8~20碼且包含英文和數字", name)
            t.alias, t.cloud_password = name, pwd
            t.counts["activated"] += 1
            return self.jqm(sess, f"""<div data-role="page" id="done"><div data-role="header"><h1>大功告成</h1></div><div data-role="content"><h3>雲端服務開通手續完成</h3>
<p>您的信箱：{h(name)}@ntuh.gov.tw</p><a href="quit.action" data-role="button" data-ajax="false">離開</a></div></div>""")
        if page == "doPwd.action" and sess["proved"] == "reset":
            if not t.alias:
                return self.pwd_page(sess, "您還沒有啟用過網路帳號")
            if not self.fine(r.get("bean.pwd")):
                return self.pwd_page(sess, "密碼要8~20碼且包含英文和數字")
            t.cloud_password = r.get("bean.pwd")
            return self.jqm(sess, "<div data-role=\"page\"><div data-role=\"content\"><h3>新密碼設好了</h3><a href=\"quit.action\" data-role=\"button\" data-ajax=\"false\">離開</a></div></div>")
        return redirect("/netacct/index.action")

    @staticmethod
    def fine(pwd: str) -> bool:
        return 8 <= len(pwd) <= 20 and pwd.isascii() and bool(re.search("[A-Za-z]", pwd)) and bool(re.search("[0-9]", pwd))

    def pwd_page(self, sess: dict, err: str = "") -> Response:
        return self.jqm(sess, f"""<div data-role="page"><div data-role="header"><h1>重置雲端服務密碼</h1><a href="quit.action" data-ajax="false">離開</a></div><div data-role="content">
<span class="errorMessage">{err}</span><form action="/netacct/doPwd.action" method="post" data-ajax="false">{self.token(sess)}
<label>新的雲端服務密碼</label><input type="password" name="bean.pwd" placeholder="8~20碼，英文+數字"/><button type="submit">送出</button></form></div></div>""")

    def quit(self, key: str) -> None:
        if "account:" + key in self.truth.sessions:
            self.truth.sessions.discard("account:" + key)
            self.truth.counts["sign_out_account"] += 1
        self.jsess.pop(key, None)

    # ================================================================ Open WebMail
    def mail(self, r: Request) -> Response:
        t, cgi = self.truth, "/cgi-bin/openwebmail/openwebmail.pl"
        sid = r.query.get("sessionid", "")
        if r.path == "/cgi-bin/openwebmail/chkimg.pl":
            return Response(picture(self.mail_word or "-", "JPEG"), kind="image/jpeg")
        if r.path == "/cgi-bin/openwebmail/openwebmail-main.pl" and sid in self.owm:
            if r.query.get("action") == "logout":
                self.owm.discard(sid)
                t.sessions.discard("mail:" + sid)
                t.counts["sign_out_mail"] += 1
                return redirect(cgi)
            return asp(f"<BODY><TABLE WIDTH=100% BGCOLOR=#A0B8C8><TR><TD>收件匣 - {h(t.alias)}<TD ALIGN=RIGHT><A HREF=\"?action=composemessage&sessionid={sid}\">寫信</A> "
                       f"<A HREF=\"?action=logout&amp;sessionid={sid}\">登出 {h(t.alias)}</A></TABLE><TABLE><TR><TH>日期<TH>寄件人<TH>主旨<TR><TD>09/01<TD>root<TD>歡迎使用</TABLE></BODY>", title="Open WebMail")
        if r.path != cgi:
            return redirect(cgi)
        msg = ""
        if r.method == "POST":
            self.takes(r, loginname="mail_account", password="mail_password", chkword="captcha")
            word, self.mail_word = self.mail_word, ""
            if not word or word != t.captcha or r.get("chkword") != word:
                msg = "驗證碼不符!"
            elif not t.alias or r.get("loginname").lower().split("@")[0] != t.alias.lower() or r.get("password") != t.cloud_password:
                msg = "登入失敗: 帳號或密碼不正確"
            else:
                sid = f"{t.alias}-session-0.{secrets.randbelow(10**12)}"
                self.owm.add(sid)
                t.sessions.add("mail:" + sid)
                t.counts["mail_sign_in"] += 1
                return redirect(f"/cgi-bin/openwebmail/openwebmail-main.pl?action=listmessages_afterlogin&sessionid={sid}")
        self.mail_word = t.new_captcha("abcdefhkmnprstwxyz2345678", 4)
        return asp(f"""<BODY BGCOLOR=#EEEEEE><CENTER><FORM METHOD=post ACTION="{cgi}" NAME=login><INPUT TYPE=hidden NAME=action VALUE=login>
<TABLE BORDER=0 CELLSPACING=4><TR><TH COLSPAN=2>進入本院電子信開通系統<TR><TD COLSPAN=2><FONT COLOR=#CC0000>{msg}</FONT>
<TR><TD>帳號:<TD><INPUT TYPE=text NAME=loginname SIZE=14><TR><TD>密碼:<TD><INPUT TYPE=password NAME=password SIZE=14>
<TR><TD>驗證碼(小寫字母或數字):<TD><INPUT TYPE=text NAME=chkword SIZE=6 MAXLENGTH=4><IMG SRC="chkimg.pl?{secrets.randbelow(9999)}">
<TR><TD COLSPAN=2><INPUT TYPE=checkbox NAME=autologin VALUE=1>記住登入資訊 (公用電腦請勿勾選)
<TR><TD COLSPAN=2 ALIGN=center><INPUT TYPE=submit NAME=loginbutton VALUE=" 登 入 "></TABLE></FORM>
<HR>公佈欄<P>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<P>※如無法登入，請先至下方網址變更密碼，謝謝：<A HREF="https://help.ntuh.gov.tw/">https://help.ntuh.gov.tw/</A></CENTER></BODY>""", title="Open WebMail")

"""The pages of a ward clerk's nephew, classic ASP of 2004, with an ASP.NET sign-in that a vendor put in front in 2013."""

from __future__ import annotations

import hashlib
import re
import secrets
import sys
import time
from html import escape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402

BIG5 = "text/html; charset=big5"
P = "ctl00$CPH1$"
BRANCHES = [("T0", "總院區"), ("T4", "新竹分院"), ("T2", "北護分院"), ("T3", "金山分院"), ("Y0", "雲林分院")]


class TheSite(Site):
    charset = "cp950"
    title = "classic ASP in Big5 (2004) behind an ASP.NET front door (2013)"
    def __init__(self) -> None:
        super().__init__()
        self.states: set[str] = set()
        self.pictures: dict[str, str] = {}
        self.tickets: dict[str, float] = {}
        self.inside: set[str] = set()
        self.proofs: dict[str, dict] = {}
        self.mails: set[str] = set()
    # ------------------------------------------------------------------ portal: the vendor's part
    def portal(self, r: Request) -> Response:
        path = r.path.lower()
        if path == "/":
            return redirect("/Default.aspx")
        if path == "/default.aspx":
            return self.front_post(r) if r.method == "POST" else self.front(r)
        if path == "/vcode.aspx":
            key = r.cookies.get("ASP.NET_SessionId", "")
            self.pictures[key] = self.truth.new_captcha()
            return Response(picture(self.truth.captcha, "JPEG", (118, 34)), kind="image/jpeg", headers=[("Cache-Control", "no-store")])
        if path == "/sso/transfer.aspx":
            return self.transfer(r)
        if path == "/js/md5.js":
            return Response("/* MD5 Message-Digest, RFC 1321 */ function hex_md5(s){ return binl2hex(core_md5(str2binl(s), s.length * chrsz)); }", kind="text/javascript")
        if path.startswith("/asp/"):
            return self.old_portal(r, path)
        return Response("<h1>Not Found</h1>", 404, BIG5)
    def front(self, r: Request, message: str = "", who: str = "") -> Response:
        sid = r.cookies.get("ASP.NET_SessionId") or secrets.token_hex(12)
        state = secrets.token_urlsafe(60)
        self.states.add(state)
        options = "".join(f'\n\t\t<option {"selected=selected " if v == "T0" else ""}value="{v}">{n}</option>' for v, n in BRANCHES)
        page = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" >
<head><title>
	台大醫院 員工入口網
</title><meta http-equiv="Content-Type" content="text/html; charset=big5" />
<script type="text/javascript" src="/js/md5.js"></script>
<script type="text/javascript">
function CheckAndSetPassTextBox(id) {{
    var o = document.getElementById(id);
    if (o.value.length > 0 && o.value.length != 32) {{ o.value = hex_md5(o.value); }}
}}
function reCode() {{ document.getElementById('ctl00_CPH1_imgCode').src = 'VCode.aspx?t=' + Math.random(); return false; }}
</script></head>
<body>
<form name="aspnetForm" method="post" action="Default.aspx" id="aspnetForm">
<div>
<input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" />
<input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{state}" />
</div>
<div id="top"><img src="images/logo.gif" alt="台大醫院" /> <a href="http://www.ntuh.gov.tw/">院外網</a> |
  <span>站內查詢</span> <input name="ctl00$txtKeyword" type="text" id="ctl00_txtKeyword" size="10" />
  <input type="submit" name="ctl00$btnQuery" value="查詢" id="ctl00_btnQuery" />
</div>
<table cellpadding="4" cellspacing="0" class="box" summary="">
  <tr><td colspan="2"><h3>員工入口網登入</h3><span id="ctl00_CPH1_lblMsg" style="color:Red;">{escape(message)}</span></td></tr>
  <tr><td align="right">院區</td><td><select name="{P}ddlBranch" id="ctl00_CPH1_ddlBranch">{options}
	</select></td></tr>
  <tr><td align="right">帳號</td><td><input name="{P}txtEmpNo" type="text" maxlength="8" id="ctl00_CPH1_txtEmpNo" value="{escape(who)}" />
     <span id="ctl00_CPH1_rfv1" style="color:Red;visibility:hidden;">請輸入員工編號</span></td></tr>
  <tr><td align="right">密碼</td><td><input name="{P}txtPw" type="password" id="ctl00_CPH1_txtPw" maxlength="20" autocomplete="off" />
     <span id="ctl00_CPH1_rfv2" style="color:Red;visibility:hidden;">請輸入密碼</span></td></tr>
  <tr><td align="right">驗證碼</td><td><input name="{P}txtCode" type="text" maxlength="6" size="8" id="ctl00_CPH1_txtCode" autocomplete="off" />
     <img id="ctl00_CPH1_imgCode" src="VCode.aspx?t={secrets.randbelow(10**6)}" align="absmiddle" style="border-width:0px;" alt="" />
     <a href="#" onclick="return reCode();">換一張</a><br /><small>(不用區分大小寫)</small></td></tr>
  <tr><td>&nbsp;</td><td><input type="submit" name="{P}btnEnter" value="確　認" id="ctl00_CPH1_btnEnter" onclick="CheckAndSetPassTextBox('ctl00_CPH1_txtPw');" />
     <input type="reset" value="清除重填" /></td></tr>
</table>
<p class="foot">無法登入請洽資訊室分機 261120　　本網頁最佳瀏覽解析度 1024x768</p>
</form></body></html>"""
        return Response(page, kind=BIG5, headers=[("Set-Cookie", f"ASP.NET_SessionId={sid}; path=/; HttpOnly")])
    def front_post(self, r: Request) -> Response:
        self.takes(r, **{P + "ddlBranch": "campus", P + "txtEmpNo": "employee_id", P + "txtPw": "portal_password", P + "txtCode": "captcha"})
        t = self.truth
        if r.get("__VIEWSTATE") not in self.states:
            return Response("<html><head><title>驗證 viewstate MAC 失敗。</title></head><body><h2><i>驗證 viewstate MAC 失敗。</i></h2></body></html>", 500, BIG5)
        who = r.get(P + "txtEmpNo").strip()
        if r.has("ctl00$btnQuery"):
            return self.front(r, "站內查詢請於登入後使用", who)
        if not r.has(P + "btnEnter"):
            return self.front(r, "", who)
        wanted = self.pictures.pop(r.cookies.get("ASP.NET_SessionId", ""), "")
        answer = r.get(P + "txtCode").strip().upper()
        if not wanted or wanted != t.captcha or answer != wanted:
            t.counts["sign_in_refused"] += 1
            return self.front(r, "圖形驗證碼不符，請依新圖重新輸入", who)
        digest = hashlib.md5(t.portal_password.encode()).hexdigest()
        if r.get(P + "ddlBranch") != "T0" or who != t.person.employee_id or r.get(P + "txtPw").lower() != digest:
            t.counts["sign_in_refused"] += 1
            return self.front(r, "查無此帳號或密碼不正確！", who)
        ticket = secrets.token_hex(16)
        self.tickets[ticket] = time.monotonic()
        return redirect(f"/sso/Transfer.aspx?tk={ticket}")
    def transfer(self, r: Request) -> Response:
        ticket = r.query.get("tk", "")
        if ticket not in self.tickets:
            return redirect("/Default.aspx")
        return Response(f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=big5" /><title>系統轉接</title></head>
<body onload="document.forms[0].submit();">
<form name="fmSSO" method="post" action="/asp/login_chk.asp">
<input type="hidden" name="tk" value="{ticket}" /><input type="hidden" name="hosp" value="T0" /><input type="hidden" name="empno" value="{self.truth.person.employee_id}" />
系統轉接中，請稍候... 若畫面停留超過 5 秒，請按 <input type="submit" name="go" value="進入系統" />
</form></body></html>""", kind=BIG5)
    # ------------------------------------------------------------------ portal: the pages of 2004
    def old_portal(self, r: Request, path: str) -> Response:
        t = self.truth
        if path == "/asp/login_chk.asp":
            self.takes(r, empno="", hosp="")
            started = self.tickets.pop(r.get("tk"), None)
            if started is None or r.method != "POST":
                return self.timed_out()
            sid = secrets.token_hex(16).upper()
            self.inside.add(sid)
            t.sessions.add(f"portal:{sid}")
            t.counts["sign_in"] += 1
            return redirect(f"main.asp?SESSION={sid}", ("Set-Cookie", f"ASPSESSIONIDQABRTCCD={sid}; path=/asp"))
        sid = r.get("SESSION") or r.cookies.get("ASPSESSIONIDQABRTCCD", "")
        if sid not in self.inside or r.cookies.get("ASPSESSIONIDQABRTCCD") != sid:
            if r.method == "POST":
                self.takes(r)
            return self.timed_out()
        if path == "/asp/main.asp":
            return self.menu(sid)
        if path == "/asp/chgpwd.asp":
            return self.change(r, sid)
        if path == "/asp/chgpwd_save.asp":
            return self.change_save(r, sid)
        if path == "/asp/logout.asp":
            self.inside.discard(sid)
            t.sessions.discard(f"portal:{sid}")
            t.counts["sign_out_portal"] += 1
            return Response('<SCRIPT LANGUAGE="JavaScript">alert("您已離開系統");top.location.href="/Default.aspx";</SCRIPT>', kind=BIG5,
                            headers=[("Set-Cookie", "ASPSESSIONIDQABRTCCD=; path=/asp; expires=Thu, 01 Jan 1998 00:00:00 GMT")])
        return Response("<p>此功能未開放</p><a href=javascript:history.back()>BACK</a>", kind=BIG5)
    def timed_out(self) -> Response:
        return Response('<SCRIPT LANGUAGE="JavaScript">\nalert("連線逾時或未經登入，請重新登入");\ntop.location.href="/Default.aspx";\n</SCRIPT>', kind=BIG5)
    def head(self, name: str) -> str:
        return ('<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5"><META NAME="GENERATOR" CONTENT="Microsoft FrontPage 4.0">'
                f"<TITLE>{name}</TITLE>\n<STYLE>TD{{font-size:10pt}} A:hover{{color:red}}</STYLE></HEAD>\n<BODY BGCOLOR=#FFFFEE TOPMARGIN=0>\n")
    def menu(self, sid: str) -> Response:
        q, inner = f"SESSION={sid}", self.urls["inner"]
        items = [
            ("更改密碼", f"chgpwd.asp?{q}"), ("個人簽章提醒設定", f"sign.asp?{q}"), ("員工待遇福利查詢", f"pay.asp?{q}"),
            ("查詢員工連絡資料", f"qry_tel.asp?{q}"), ("維護個人連絡資料", f"{inner}/psn/tel_edit.asp?{q}"), ("個人就醫紀錄查詢", f"opd.asp?{q}"),
        ]
        rows = "".join(f'<TR><TD><IMG SRC=/images/dot.gif><TD NOWRAP><A HREF="{u}">{n}</A>\n' for n, u in items)
        return Response(self.head("功能選單") + f"""<TABLE WIDTH=100% BGCOLOR=#336699><TR><TD><FONT COLOR=white>您好! {self.truth.person.name}　　總院差勤待簽 0　未核准 0　被駁回 0</FONT>
<TD ALIGN=right><A HREF="logout.asp?{q}"><FONT COLOR=yellow>離開系統</FONT></A></TABLE>
<TABLE BORDER=0 CELLPADDING=3><TR><TD COLSPAN=2><B>個人管理</B>
{rows}</TABLE>
<HR><B>全院公告</B><UL><LI>2019/10/21 請全院同仁填報「薪資所得免稅額申報表」<LI>2013/05/02 入口網登入頁改版，舊功能仍可使用</UL>
<CENTER><FONT SIZE=2 COLOR=gray>Since 2004.3　資訊室製作</FONT></CENTER></BODY></HTML>""", kind=BIG5)
    def change(self, r: Request, sid: str) -> Response:
        return Response(self.head("更改密碼") + f"""<H3>更改密碼</H3>
<SCRIPT LANGUAGE="JavaScript">
<!--
function chk(f) {{
  if (f.oldp.value == "") {{ alert("舊密碼沒填!"); f.oldp.focus(); return false; }}
  if (f.p1.value != f.p2.value) {{ alert("兩次新密碼不一樣!"); return false; }}
  return true;
}}
//-->
</SCRIPT>
<FORM NAME=form1 METHOD=POST ACTION="chgpwd_save.asp" onSubmit="return chk(this)">
<INPUT TYPE=hidden NAME=SESSION VALUE="{sid}">
<TABLE BORDER=1 CELLSPACING=0>
<TR><TD BGCOLOR=#CCCCFF>員工編號<TD>{self.truth.person.employee_id}
<TR><TD BGCOLOR=#CCCCFF>請輸入舊密碼：<TD><INPUT TYPE=password NAME=oldp SIZE=16>
<TR><TD BGCOLOR=#CCCCFF>請輸入新密碼：<TD><INPUT TYPE=password NAME=p1 SIZE=16 MAXLENGTH=16>
<TR><TD BGCOLOR=#CCCCFF>請再輸入新密碼：<TD><INPUT TYPE=password NAME=p2 SIZE=16 MAXLENGTH=16>
<TR><TD COLSPAN=2 ALIGN=center><INPUT TYPE=submit VALUE="更改" NAME=B1><INPUT TYPE=reset VALUE="重設" NAME=B2>
</TABLE></FORM>
密碼設定條件：<BR>1.密碼長度不可少於8個字元<BR>2.密碼內容需包含英文及數字
<P><A HREF="main.asp?SESSION={sid}">回功能選單</A>　<A HREF="logout.asp?SESSION={sid}">登出系統</A></BODY></HTML>""", kind=BIG5)
    def change_save(self, r: Request, sid: str) -> Response:
        self.takes(r, oldp="old_password", p1="new_password", p2="new_password_again")
        t, new = self.truth, r.get("p1")
        why = ""
        if r.get("oldp") != t.portal_password:
            why = "舊密碼錯誤，密碼沒有更改!"
        elif new != r.get("p2"):
            why = "兩次新密碼不一樣!"
        elif len(new) < 8 or len(new) > 16 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
            why = "新密碼不合規定(8碼以上,英數混合)!"
        elif new == t.portal_password:
            why = "新密碼與舊密碼相同!"
        if why:
            t.counts["password_refused"] += 1
            return Response(f'<SCRIPT LANGUAGE="JavaScript">alert("{why}");history.back();</SCRIPT>', kind=BIG5)
        t.portal_password = new
        t.counts["password_changed"] += 1
        return Response(self.head("更改密碼") + f"""<P>&nbsp;<CENTER><FONT COLOR=blue SIZE=4>密碼已更新，下次登入請用新密碼</FONT>
<P><A HREF="main.asp?SESSION={sid}">回功能選單</A></CENTER></BODY></HTML>""", kind=BIG5)
    # ------------------------------------------------------------------ inner pages
    def inner(self, r: Request) -> Response:
        t, path = self.truth, r.path.lower()
        if r.method == "POST":
            self.takes(r, mtel="mobile_phone")
        sid = r.get("SESSION")
        if sid not in self.inside:
            return Response('<SCRIPT LANGUAGE="JavaScript">alert("請重新登入");top.location.href="' + self.urls["portal"] + '/";</SCRIPT>', kind=BIG5)
        if path != "/psn/tel_edit.asp":
            return Response("HTTP 404 - 找不到檔案", 404, BIG5)
        p, c, told = t.person, t.saved_contact, ""
        if r.method == "POST":
            if r.get("mode") != "U" or r.get("emp") != p.employee_id:
                return Response("ADODB.Recordset 錯誤 '800a0bcd'<BR>BOF 或 EOF 其中一個為 True", 500, BIG5)
            if not re.fullmatch("09[0-9]{8}", r.get("mtel")):
                told = '<SCRIPT LANGUAGE="JavaScript">alert("行動電話格式不對, 未存檔");</SCRIPT>'
            else:
                names = {"english_surname": "ename1", "english_given": "ename2", "english_middle": "ename3", "office_phone": "otel", "home_phone": "htel", "mobile_phone": "mtel"}
                for key, name in names.items():
                    c[key] = r.get(name)
                t.counts["contact_saved"] += 1
                told = '<SCRIPT LANGUAGE="JavaScript">alert("存檔OK");</SCRIPT><FONT COLOR=green>※資料已異動</FONT>'

        def v(key: str) -> str:
            return escape(c.get(key, getattr(p, key)))

        return Response(self.head("台大醫院---維護個人連絡資料") + f"""{told}
<B>台大醫院---維護個人連絡資料</B>
<FORM METHOD=POST NAME=frmTel ACTION="tel_edit.asp?SESSION={sid}">
<INPUT TYPE=hidden NAME=mode VALUE="U"><INPUT TYPE=hidden NAME=emp VALUE="{p.employee_id}"><INPUT TYPE=hidden NAME=SESSION VALUE="{sid}">
<INPUT TYPE=submit NAME=B1 VALUE="異動儲存">
<TABLE BORDER=0 BGCOLOR=#EEEEEE>
<TR><TD>員工編號：<TD>{p.employee_id}<TD>姓名：<TD>{p.name}
<TR><TD>英文姓：<TD COLSPAN=3><INPUT NAME=ename1 SIZE=12 VALUE="{v('english_surname')}"> ex:Chen(陳)
<TR><TD>英文首名：<TD COLSPAN=3><INPUT NAME=ename2 SIZE=16 VALUE="{v('english_given')}"> ex: Yi-Fen(怡芬) <A HREF="javascript:void(window.open('help.htm'))">(說明)</A>
<TR><TD>英文中名：<TD COLSPAN=3><INPUT NAME=ename3 SIZE=16 VALUE="{v('english_middle')}"> ex:Mary 為英文別名，如無，可不填
<TR><TD>辦公室電話：<TD><INPUT NAME=otel SIZE=10 VALUE="{v('office_phone')}"> ex:61234或23123456<TD>住宅電話：<TD><INPUT NAME=htel SIZE=12 VALUE="{v('home_phone')}"> ex:0223123456
<TR><TD>行動電話：<TD COLSPAN=3><INPUT NAME=mtel SIZE=12 MAXLENGTH=10 VALUE="{v('mobile_phone')}"> ex:0952000000 <FONT COLOR=red>(如離職或更換門號，請記得調整此欄位)</FONT>
</TABLE></FORM>
<A HREF="{self.urls['portal']}/asp/main.asp?SESSION={sid}">回功能選單</A></BODY></HTML>""", kind=BIG5)
    # ------------------------------------------------------------------ account site
    def account(self, r: Request) -> Response:
        path = r.path.lower()
        if path in ("/", "/index.asp"):
            return self.rules()
        if path == "/motp.asp":
            return self.motp(r)
        if path == "/setacc.asp":
            return self.set_account(r)
        if path == "/setpwd.asp":
            return self.set_password(r)
        if path == "/bye.asp":
            self.leave(r)
            return redirect("index.asp", ("Set-Cookie", "ASPSESSIONIDHELP=; path=/; expires=Thu, 01 Jan 1998 00:00:00 GMT"))
        return Response("HTTP 404 - 找不到檔案", 404, BIG5)
    def leave(self, r: Request) -> None:
        key = r.cookies.get("ASPSESSIONIDHELP", "")
        if self.proofs.pop(key, {}).get("ok"):
            self.truth.sessions.discard(f"account:{key}")
            self.truth.counts["sign_out_account"] += 1
    def rules(self) -> Response:
        return Response(self.head("網路帳號服務") + """<TABLE WIDTH=720 ALIGN=center><TR><TD>
<H3>網路帳號服務</H3>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼
<P><B>《規範》</B><OL><LI>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用
<LI>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置<LI>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同</OL>
<B>《常見問題與服務》</B><UL><LI>密碼修改後多久可以生效：即時生效。<LI>忘記密碼恕不接受電話、信件等方式查詢。</UL>
<TABLE BORDER=1 CELLPADDING=6><TR><TD BGCOLOR=#DDFFDD><A HREF="motp.asp?kind=A">啟用網路帳號及首次雲端帳號密碼設定</A><TD>啟用本院微軟相關服務，如：Office365, Outlook...
<TR><TD BGCOLOR=#FFDDDD><A HREF="motp.asp?kind=R">重置雲端服務密碼</A><TD>重設非Portal帳號的密碼：Email, 無線網路, KM, TMS... 從未使用請先【啟用網路帳號】
<TR><TD><A HREF="vpn.asp">總院廠商VPN展延申請</A><TD>總院廠商VPN到期，重新啟用申請。</TABLE>
</TABLE></BODY></HTML>""", kind=BIG5)
    def motp(self, r: Request) -> Response:
        t = self.truth
        if r.method == "POST":
            self.takes(r, userno="employee_id", telno="registered_phone", otp="code")
        key = r.cookies.get("ASPSESSIONIDHELP", "")
        if r.method != "POST":
            kind = "R" if r.query.get("kind") == "R" else "A"
            key = secrets.token_hex(10)
            self.proofs[key] = {"kind": kind, "code": "", "at": 0.0, "ok": False, "who": ""}
            return self.motp_page(self.proofs[key], "", "", key=key)
        proof = self.proofs.get(key)
        if proof is None or proof["ok"]:
            return Response('<SCRIPT LANGUAGE="JavaScript">alert("網頁已過期，請由首頁重新進入");location.href="index.asp";</SCRIPT>', kind=BIG5)
        who = r.get("userno").strip()
        if r.has("bCancel"):
            return self.motp_page(proof, who, "")
        if r.has("bSms"):
            if who != t.person.employee_id:
                return self.motp_page(proof, who, "查無此帳號")
            proof["who"] = who
            return self.motp_page(proof, who, "", ask=True)
        if r.has("bSend"):
            if proof["who"] != who or not who:
                return self.motp_page(proof, who, "請先輸入帳號")
            if r.get("telno").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                return self.motp_page(proof, who, "門號與登記資料不符", ask=True)
            proof["code"], proof["at"] = t.new_message(), time.monotonic()
            return self.motp_page(proof, who, "動態碼簡訊發送成功\\n請輸入動態碼後按「下一步」")
        if who != t.person.employee_id or not proof["code"] or r.get("otp").strip() != proof["code"]:
            t.counts["code_refused"] += 1
            return self.motp_page(proof, who, "動態碼不正確，請再確認")
        if time.monotonic() - proof["at"] > 120:
            t.counts["code_refused"] += 1
            return self.motp_page(proof, who, "動態碼已超過2分鐘，請重新發送")
        proof.update(ok=True, code="")
        t.counts["code_accepted"] += 1
        t.sessions.add(f"account:{key}")
        return redirect("setacc.asp" if proof["kind"] == "A" else "setpwd.asp")
    def motp_page(self, proof: dict, who: str, word: str, ask: bool = False, key: str = "") -> Response:
        name = "啟用網路帳號及首次雲端帳號密碼設定" if proof["kind"] == "A" else "重置雲端服務密碼"
        box = ""
        if ask:
            box = """<TABLE BORDER=3 BGCOLOR=#FFFFCC ALIGN=center><TR><TD>請輸入帳號登記的手機門號(10碼)<BR>
<INPUT NAME=telno SIZE=12 MAXLENGTH=10><BR><INPUT TYPE=submit NAME=bSend VALUE="確定發送"> <INPUT TYPE=submit NAME=bCancel VALUE="取消"></TABLE>"""
        rest = "" if ask else """<TR><TD>簡訊(或MOTP)動態碼<TD><INPUT NAME=otp SIZE=8 MAXLENGTH=6><TD>&nbsp;
<TR><TD><TD><TD><INPUT TYPE=submit NAME=bNext VALUE="下一步">"""
        sms = "&nbsp;" if ask else '<INPUT TYPE=submit NAME=bSms VALUE="發送簡訊動態碼">'
        script = f'<SCRIPT LANGUAGE="JavaScript">alert("{word}");</SCRIPT>' if word else ""
        headers = [("Set-Cookie", f"ASPSESSIONIDHELP={key}; path=/")] if key else []
        return Response(self.head("身分驗證") + f"""{script}<H3>進行身分驗證</H3>注意事項<OL><LI>電子郵件別名第一次設定之後則不能修改，請慎重選擇。
<LI>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<LI>請輸入帳號與簡訊動態碼後按「下一步」。</OL>
<FORM METHOD=POST ACTION="motp.asp">
{box}
<TABLE BORDER=1><TR><TH COLSPAN=3>{name}
<TR><TD>網路帳號 / 主職員工編號<TD><INPUT NAME=userno SIZE=8 MAXLENGTH=6 VALUE="{escape(who)}"{' READONLY' if ask else ''}><TD>{sms}
{rest}</TABLE></FORM><A HREF="index.asp">回首頁</A></BODY></HTML>""", kind=BIG5, headers=headers)
    def proved(self, r: Request, kind: str) -> dict | None:
        proof = self.proofs.get(r.cookies.get("ASPSESSIONIDHELP", ""))
        return proof if proof and proof["ok"] and proof["kind"] == kind else None
    def set_account(self, r: Request) -> Response:
        t = self.truth
        if r.method == "POST":
            self.takes(r, mailname="alias", npw="cloud_password", npw2="cloud_password_again")
        if not self.proved(r, "A"):
            return redirect("index.asp")
        word = ""
        if r.method == "POST" and r.has("bNo"):
            return redirect("bye.asp")
        if r.method == "POST" and r.has("bYes"):
            name, pw = r.get("mailname").strip(), r.get("npw")
            if t.alias:
                word = "本帳號先前已啟用，不得重複設定"
            elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", name):
                word = "郵件名稱只能用英文數字及 . _ -，並以英文開頭"
            elif name.lower() == "taken.name":
                word = "此郵件名稱已有人使用，請換一個"
            elif pw != r.get("npw2"):
                word = "兩次密碼輸入不同"
            elif len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search("[0-9]", pw):
                word = "密碼需8碼以上且含英文及數字"
            else:
                t.alias, t.cloud_password = name, pw
                t.counts["activated"] += 1
                return Response(self.head("設定結果") + f"""<CENTER><H3><FONT COLOR=blue>雲端服務申請完成</FONT></H3>您的電子郵件：{escape(name)}@ntuh.gov.tw<BR>
明日起即可使用，請牢記您的密碼。<P><A HREF="bye.asp">離開</A></CENTER></BODY></HTML>""", kind=BIG5)
        p = t.person
        if t.alias:
            last = f"<TR><TD>雲端服務帳號 (電子郵件名稱)<TD><B>{escape(t.alias)}</B>@ntuh.gov.tw　<FONT COLOR=red>已於先前啟用，不可再變更</FONT>"
        else:
            last = f"""<TR><TD>雲端服務帳號<BR>(電子郵件名稱)<TD><INPUT NAME=mailname SIZE=24 MAXLENGTH=64 VALUE="{escape(r.get('mailname'))}">@ntuh.gov.tw 名稱長度限64字元內
<TR><TD>設定密碼<TD><INPUT TYPE=password NAME=npw SIZE=16> 8碼以上，含英文及數字
<TR><TD>再次輸入密碼<TD><INPUT TYPE=password NAME=npw2 SIZE=16>
<TR><TD COLSPAN=2 ALIGN=center><INPUT TYPE=submit NAME=bNo VALUE="取消啟用">　<INPUT TYPE=submit NAME=bYes VALUE="啟用雲端服務">"""
        script = f'<SCRIPT LANGUAGE="JavaScript">alert("{word}");</SCRIPT>' if word else ""
        return Response(self.head("設定密碼與郵件別名") + f"""{script}<H3>設定密碼與郵件別名</H3>雲端服務帳號說明：<OL><LI>雲端服務帳號為跨體系使用。<LI>服務於設定完成隔日生效。</OL>
<FORM METHOD=POST ACTION="setacc.asp"><TABLE BORDER=1>
<TR><TD>網路帳號 / 主職員工編號<TD>{p.employee_id}
<TR><TD>帳號姓名<TD>{p.name}
<TR><TD>主職單位<TD>{p.unit}
<TR><TD>有效期限<TD>{p.valid_until}
{last}</TABLE></FORM>服務於設定完成隔日生效　<A HREF="bye.asp">離開</A></BODY></HTML>""", kind=BIG5)
    def set_password(self, r: Request) -> Response:
        t, word = self.truth, ""
        if r.method == "POST":
            self.takes(r, npw="cloud_password", npw2="cloud_password_again")
        if not self.proved(r, "R"):
            return redirect("index.asp")
        if not t.alias:
            return Response(self.head("重置雲端服務密碼") + '您尚未啟用雲端服務，請先【啟用網路帳號】<BR><A HREF="bye.asp">回首頁</A>', kind=BIG5)
        if r.method == "POST":
            pw = r.get("npw")
            if pw != r.get("npw2") or len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search("[0-9]", pw):
                word = "密碼不合規定或兩次不同，請重填"
            else:
                t.cloud_password = pw
                return Response(self.head("重置雲端服務密碼") + '<FONT COLOR=blue>雲端服務密碼已重設</FONT><P><A HREF="bye.asp">離開</A>', kind=BIG5)
        return Response(self.head("重置雲端服務密碼") + f"""<FONT COLOR=red>{word}</FONT><FORM METHOD=POST ACTION="setpwd.asp">
帳號 {escape(t.alias)}<BR>新密碼 <INPUT TYPE=password NAME=npw><BR>再次輸入新密碼 <INPUT TYPE=password NAME=npw2><BR><INPUT TYPE=submit VALUE="確定重設"></FORM>""", kind=BIG5)
    # ------------------------------------------------------------------ webmail
    def mail(self, r: Request) -> Response:
        t, path = self.truth, r.path.lower()
        key = r.cookies.get("WMSID", "")
        if path == "/num.asp":
            self.pictures["wm" + key] = t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5)
            return Response(picture(t.captcha, "BMP", (100, 34)), kind="image/bmp")
        if path == "/inbox.asp":
            if key not in self.mails:
                return redirect("/")
            return Response(self.head("收件匣") + f"""<TABLE WIDTH=100%><TR><TD>{escape(t.alias)}@ntuh.gov.tw<TD ALIGN=right><A HREF="exit.asp">登出信箱</A></TABLE>
<TABLE BORDER=1 WIDTH=100%><TR><TH>寄件者<TH>主旨<TH>日期<TR><TD>資訊室<TD>歡迎使用電子郵件<TD>2026/11/30</TABLE>""", kind=BIG5)
        if path == "/exit.asp":
            if key in self.mails:
                self.mails.discard(key)
                t.sessions.discard(f"mail:{key}")
                t.counts["sign_out_mail"] += 1
            return redirect("/")
        word = ""
        if path == "/check.asp" and r.method == "POST":
            self.takes(r, acc="mail_account", pw="mail_password", num="captcha")
            wanted = self.pictures.pop("wm" + key, "")
            who = r.get("acc").strip().lower().split("@")[0]
            if not wanted or wanted != t.captcha or r.get("num").strip() != wanted:
                word = "驗證碼輸入錯誤"
            elif not t.alias or who != t.alias.lower() or r.get("pw") != t.cloud_password:
                word = "帳號或密碼錯誤，登入失敗"
            else:
                self.mails.add(key)
                t.sessions.add(f"mail:{key}")
                t.counts["mail_sign_in"] += 1
                return redirect("inbox.asp")
        key = key or secrets.token_hex(8)
        script = f'<SCRIPT LANGUAGE="JavaScript">alert("{word}");</SCRIPT>' if word else ""
        return Response(self.head("電子郵件") + f"""{script}<FORM METHOD=POST ACTION="/check.asp"><TABLE ALIGN=center BORDER=0>
<TR><TD>帳號:<TD><INPUT NAME=acc SIZE=20>@ntuh.gov.tw
<TR><TD>密碼:<TD><INPUT TYPE=password NAME=pw SIZE=20>
<TR><TD>驗證碼<BR>(小寫字母或數字):<TD><INPUT NAME=num SIZE=6 MAXLENGTH=5 AUTOCOMPLETE=off> <IMG SRC="/num.asp" WIDTH=100 HEIGHT=34>
<TR><TD><TD><INPUT TYPE=checkbox NAME=keep VALUE=1>記住登入資訊 (公用電腦請勿勾選)
<TR><TD><TD><INPUT TYPE=submit VALUE="登入"></TABLE></FORM>
<HR><B>公佈欄</B><BR>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<BR>※如無法登入，請先至下方網址變更密碼，謝謝：<BR><A HREF="{self.urls['account']}/">https://help.ntuh.gov.tw/</A>""",
                        kind=BIG5, headers=[("Set-Cookie", f"WMSID={key}; path=/")])

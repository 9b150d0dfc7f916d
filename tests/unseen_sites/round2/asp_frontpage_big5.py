"""Classic ASP of 2001 kept alive: Big5, FrontPage names (T1, D1, B1), frames, upper-case tags that nobody closes."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

BIG5 = "text/html; charset=big5"

MD5_JS = r"""// md5.js
function md5hex(s) {
  function rol(n, c) { return (n << c) | (n >>> (32 - c)); }
  var K = [], R = [7,12,17,22, 5,9,14,20, 4,11,16,23, 6,10,15,21], i, j;
  for (i = 0; i < 64; i++) K[i] = Math.floor(Math.abs(Math.sin(i + 1)) * 4294967296) | 0;
  var u = unescape(encodeURIComponent(s)), n = u.length, w = [];
  for (i = 0; i < (((n + 8) >> 6) + 1) * 16; i++) w[i] = 0;
  for (i = 0; i < n; i++) w[i >> 2] |= u.charCodeAt(i) << ((i % 4) * 8);
  w[n >> 2] |= 0x80 << ((n % 4) * 8);
  w[w.length - 2] = n * 8;
  var h = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476];
  for (i = 0; i < w.length; i += 16) {
    var a = h[0], b = h[1], c = h[2], d = h[3], f, g, t;
    for (j = 0; j < 64; j++) {
      if (j < 16) { f = (b & c) | (~b & d); g = j; }
      else if (j < 32) { f = (d & b) | (~d & c); g = (5 * j + 1) % 16; }
      else if (j < 48) { f = b ^ c ^ d; g = (3 * j + 5) % 16; }
      else { f = c ^ (b | ~d); g = (7 * j) % 16; }
      t = d; d = c; c = b;
      b = (b + rol((a + f + K[j] + w[i + g]) | 0, R[(j >> 4) * 4 + j % 4])) | 0;
      a = t;
    }
    h[0] = (h[0] + a) | 0; h[1] = (h[1] + b) | 0; h[2] = (h[2] + c) | 0; h[3] = (h[3] + d) | 0;
  }
  var out = "";
  for (i = 0; i < 16; i++) { var v = (h[i >> 2] >>> ((i % 4) * 8)) & 255; out += (v < 16 ? "0" : "") + v.toString(16); }
  return out;
}
function CheckAndSetPassTextBox(id) {
  var o = document.getElementById(id);
  if (o.value == "") { alert("\u8acb\u8f38\u5165\u5bc6\u78bc"); return false; }
  o.value = md5hex(o.value);
  return true;
}
"""


def asp(body: str, head: str = "", tag: str = "BODY BGCOLOR=#FFFFCC LEFTMARGIN=10") -> Response:
    return Response(f'<HTML>\n<HEAD>\n<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5">\n<META NAME="GENERATOR" CONTENT="Microsoft FrontPage 4.0">\n<TITLE>台大醫院</TITLE>\n{head}</HEAD>\n<{tag}>\n{body}\n</{tag.split()[0]}></HTML>', kind=BIG5)


def cry(text: str, to: str, target: str = "self") -> Response:
    """The old way of saying anything: an alert, and away."""
    return asp(f'<SCRIPT LANGUAGE="JavaScript">\n<!--\nalert("{text}");\n{target}.location.href="{to}";\n//-->\n</SCRIPT>')


class TheSite(Site):
    title = "Classic ASP, FrontPage, Big5"
    charset = "cp950"

    def __init__(self) -> None:
        super().__init__()
        self.visits: dict[str, dict] = {}
        self.forms: dict[str, str] = {}

    def ticket(self, what: str) -> str:
        key = str(secrets.randbelow(10**9))
        self.forms[key] = what
        return f'<INPUT TYPE="hidden" NAME="rnd" VALUE="{key}">'

    def punched(self, request: Request, what: str) -> bool:
        return self.forms.pop(request.get("rnd"), None) == what

    # ------------------------------------------------------------------ portal
    def portal(self, request: Request) -> Response:
        t, path = self.truth, request.path.lower()
        cookie = "ASPSESSIONIDQQBCDRSA"
        sid = request.cookies.get(cookie, "")
        if path == "/":
            return redirect("/default.asp")
        if path == "/js/md5.js":
            return Response(MD5_JS, kind="application/x-javascript")
        if path == "/default.asp":
            sid = "".join(secrets.choice("ABCDEFGHIJKLMNOP") for _ in range(24))
            self.visits[sid] = {}
            answer = self.login_page()
            answer.headers.append(("Set-Cookie", f"{cookie}={sid}; path=/"))
            return answer
        if path == "/vcode.asp":
            return Response(picture(t.new_captcha(), "BMP"), kind="image/bmp", headers=[("Expires", "-1")])
        if path == "/chk.asp" and request.method == "POST":
            return self.check(request, sid)
        if path == "/logout.asp":
            sid = request.query.get("SESSION", sid)
            if f"portal:{sid}" in t.sessions:
                t.sessions.discard(f"portal:{sid}")
                t.counts["sign_out_portal"] += 1
            return cry("您已離開系統", "/default.asp", "top")
        if f"portal:{sid}" not in t.sessions:
            return cry("連線逾時，請重新登入！", "/default.asp", "top")
        if path == "/wait.asp":
            return asp("<CENTER><BR><BR>權限讀取中，請稍候 ... <A HREF=main.asp>(若畫面未自動更新請按此)</A></CENTER>", '<META HTTP-EQUIV="Refresh" CONTENT="1; URL=main.asp">\n')
        if path == "/main.asp":
            return Response('<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5"><TITLE>台大醫院</TITLE></HEAD>\n<FRAMESET COLS="180,*" BORDER=0>\n<FRAME SRC="menu.asp" NAME="menu">\n<FRAME SRC="news.asp" NAME="work">\n</FRAMESET></HTML>', kind=BIG5)
        if path == "/menu.asp":
            inner, rows = self.urls["inner"], ""
            for file, word in (("chgpwd.asp", "更改密碼"), ("sign.asp", "個人簽章提醒設定"), ("tax.asp", "薪資所得免稅額申報表"), ("qry.asp", "查詢員工連絡資料"), ("contact.asp", "維護個人連絡資料"), ("med.asp", "個人就醫紀錄查詢")):
                rows += f'<TR><TD><IMG SRC="img/dot.gif"><TD NOWRAP><A HREF="{inner}/person/{file}?SESSION={sid}" TARGET="work"><FONT SIZE=2>{word}</FONT></A>\n'
            return asp(f'<FONT SIZE=2 COLOR=#800000>{t.person.name} 您好!</FONT>\n<TABLE BORDER=0 CELLPADDING=2>\n<TR><TH COLSPAN=2 BGCOLOR=#CCCC99>個人管理\n{rows}<TR><TH COLSPAN=2 BGCOLOR=#CCCC99>系統\n<TR><TD><IMG SRC="img/dot.gif"><TD><A HREF="logout.asp" TARGET="_top"><FONT SIZE=2>登出</FONT></A>\n</TABLE>')
        if path == "/news.asp":
            return asp("<MARQUEE>請尊重智慧財產權，勿使用非法軟體</MARQUEE><H4>全院公告</H4><UL><LI>2019/10/21 請全院同仁填報「薪資所得免稅額申報表」<LI>2018/12/13 Portal資訊系統登入首頁改版</UL>")
        return Response("<h1>HTTP 404</h1>", 404, BIG5)

    def login_page(self) -> Response:
        return asp(f"""<CENTER><FONT SIZE=5 FACE="標楷體" COLOR=#000080>台大醫院醫療資訊系統</FONT><HR WIDTH=60%>
<FORM NAME="F1" METHOD="POST" ACTION="chk.asp" LANGUAGE="JavaScript">
<!--webbot bot="SaveResults" U-File="fpweb:///_private/form_results.txt" S-Format="TEXT/CSV" -->
{self.ticket("login")}
<TABLE BORDER=1 CELLPADDING=3 BORDERCOLOR=#808000 BGCOLOR=white>
<TR><TD ALIGN=right><FONT SIZE=2>院區</FONT><TD><SELECT SIZE=1 NAME="D1"><OPTION VALUE="T0" SELECTED>總院區<OPTION VALUE="T2">北護<OPTION VALUE="T3">金山<OPTION VALUE="T4">新竹<OPTION VALUE="T5">竹東<OPTION VALUE="Y0">雲林</SELECT>
<TR><TD ALIGN=right><FONT SIZE=2>帳　　號</FONT><TD><INPUT TYPE="text" NAME="T1" SIZE=12 MAXLENGTH=6>
<TR><TD ALIGN=right><FONT SIZE=2>密　　碼</FONT><TD><INPUT TYPE="password" NAME="T2" ID="T2" SIZE=12 MAXLENGTH=40>
<TR><TD ALIGN=right><FONT SIZE=2>驗 證 碼</FONT><TD><INPUT TYPE="text" NAME="T3" SIZE=8 MAXLENGTH=6> <IMG SRC="vcode.asp" BORDER=1 ALIGN=absmiddle><BR><FONT SIZE=1>(不用區分大小寫)</FONT>
<TR><TD COLSPAN=2 ALIGN=center><INPUT TYPE="image" NAME="imgLogin" SRC="img/login.gif" ALT="登入" ONCLICK="return CheckAndSetPassTextBox('T2');"> <A HREF="javascript:document.F1.reset()"><IMG SRC="img/clear.gif" BORDER=0 ALT="清除"></A>
</TABLE></FORM>
<FONT SIZE=2>建議使用 IE 5.5 以上瀏覽器，解析度 800x600</FONT></CENTER>""", '<SCRIPT LANGUAGE="JavaScript" SRC="/js/md5.js"></SCRIPT>\n<SCRIPT LANGUAGE="VBScript">\n<!--\nSub window_onload\n  window.status = "NTUH"\nEnd Sub\n-->\n</SCRIPT>\n')

    def check(self, request: Request, sid: str) -> Response:
        self.takes(request, D1="campus", T1="employee_id", T2="portal_password", T3="captcha")
        t = self.truth
        if sid not in self.visits or not self.punched(request, "login") or not request.has("imgLogin.x"):
            return cry("操作錯誤或網頁過期，請重新登入", "/default.asp")
        right, t.captcha = t.captcha, ""
        digest = hashlib.md5(t.portal_password.encode()).hexdigest()
        if not right or request.get("T3").strip().upper() != right:
            said = "圖片文字輸入錯誤!!"
        elif request.get("T1") != t.person.employee_id:
            said = "無此員工代號!!"
        elif request.get("T2") != digest:
            said = "您的密碼打錯了!!"
        elif request.get("D1") != "T0":
            said = "院區選擇錯誤!!"
        else:
            self.visits[sid]["in"] = True
            t.sessions.add(f"portal:{sid}")
            t.counts["sign_in"] += 1
            return redirect("/wait.asp")
        t.counts["sign_in_refused"] += 1
        return cry(said, "/default.asp")

    # ------------------------------------------------------------------ inner
    def inner(self, request: Request) -> Response:
        t, sid = self.truth, request.query.get("SESSION", "")
        if f"portal:{sid}" not in t.sessions:
            return cry("您尚未登入", self.urls["portal"] + "/default.asp", "top")
        file = request.path.rsplit("/", 1)[-1]
        if request.method == "POST":
            return self.save_password(request, sid) if file == "chgpwd_save.asp" else self.save_contact(request, sid)
        if file == "chgpwd.asp":
            return asp(f"""<B>更改密碼</B><HR>
<FORM METHOD="POST" ACTION="chgpwd_save.asp?SESSION={sid}">{self.ticket("pwd" + sid)}
<P>請輸入舊密碼：<INPUT TYPE="password" NAME="T1" SIZE=15>
<P>請輸入新密碼：<INPUT TYPE="password" NAME="T2" SIZE=15 MAXLENGTH=40>
<P>請再輸入新密碼：<INPUT TYPE="password" NAME="T3" SIZE=15 MAXLENGTH=40>
<P>密碼強度檢核：<INPUT TYPE="text" NAME="T4" SIZE=6 READONLY VALUE="">
<P><INPUT TYPE="submit" VALUE="確定" NAME="B1"><INPUT TYPE="reset" VALUE="重新設定" NAME="B2"></FORM>
密碼設定條件：<OL><LI>密碼長度不可少於8個字元<LI>密碼內容需包含英文及數字</OL>{self.ways(sid)}""")
        if file == "contact.asp":
            return self.contact(sid)
        return asp(f"<P>施工中 (Under Construction){self.ways(sid)}")

    def ways(self, sid: str) -> str:
        return f'<P><A HREF="{self.urls["portal"]}/main.asp" TARGET="_top">回功能選單</A>　<A HREF="{self.urls["portal"]}/logout.asp?SESSION={sid}" TARGET="_top">登出系統</A>'

    def save_password(self, request: Request, sid: str) -> Response:
        self.takes(request, T1="old_password", T2="new_password", T3="new_password_again")
        t, back = self.truth, f"chgpwd.asp?SESSION={sid}"
        if not self.punched(request, "pwd" + sid):
            return cry("網頁已過期", back)
        old, new = request.get("T1"), request.get("T2")
        said = ""
        if old != t.portal_password:
            said = "舊密碼不對喔!"
        elif new != request.get("T3"):
            said = "新密碼二次輸入不同!"
        elif len(new) < 8 or len(new) > 40:
            said = "新密碼長度不對（太短或太長）!"
        elif not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
            said = "新密碼要有英文也要有數字!"
        elif new == old:
            said = "新密碼跟舊密碼一樣!"
        if said:
            t.counts["password_refused"] += 1
            return cry(said, back)
        t.portal_password = new
        t.counts["password_changed"] += 1
        return asp(f'<CENTER><IMG SRC="img/ok.gif"><P><FONT COLOR=green>密碼變更 O.K.</FONT>{self.ways(sid)}</CENTER>')

    COLUMNS = [("T1", "english_surname", "英文姓：", "ex:Chen(陳)", 10), ("T2", "english_given", "英文首名：", "ex: Yi-Fen(怡芬)", 14), ("T3", "english_middle", "英文中名：", "ex:Mary 為英文別名，如無，可不填", 12),
               ("T4", "office_phone", "辦公室電話：", "ex:61234或23123456", 12), ("T5", "home_phone", "住宅電話：", "ex:0223123456", 12), ("T6", "mobile_phone", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", 12)]

    def contact(self, sid: str, said: str = "") -> Response:
        t = self.truth

        def strip(columns: list) -> str:
            top = "".join(f'<TD BGCOLOR=#CCCC99><FONT SIZE=2>{label}</FONT>' for _, _, label, _, _ in columns)
            mid = "".join(f'<TD><INPUT TYPE="text" NAME="{n}" SIZE={size} VALUE="{escape(t.saved_contact.get(key, getattr(t.person, key)))}">' for n, key, _, _, size in columns)
            low = "".join(f'<TD><FONT SIZE=1 COLOR=gray>{hint}</FONT>' for *_, hint, _ in columns)
            return f'<TABLE BORDER=1 CELLSPACING=0 WIDTH=620>\n<TR>{top}\n<TR>{mid}\n<TR>{low}\n</TABLE><BR>\n'

        return asp(f"""<CENTER><B>台大醫院---維護個人連絡資料</B></CENTER>
<FORM NAME="F1" METHOD="POST" ACTION="contact_save.asp?SESSION={sid}">{self.ticket("con" + sid)}
<INPUT TYPE="submit" VALUE="異動儲存" NAME="B1"><FONT COLOR=red SIZE=2> {said}</FONT><BR>
<TABLE BORDER=1 CELLSPACING=0 WIDTH=620><TR><TD BGCOLOR=#CCCC99><FONT SIZE=2>員工編號：</FONT><TD>{t.person.employee_id}<TD BGCOLOR=#CCCC99><FONT SIZE=2>姓名：</FONT><TD>{t.person.name}</TABLE><BR>
{strip(self.COLUMNS[:3])}{strip(self.COLUMNS[3:])}</FORM>{self.ways(sid)}""")

    def save_contact(self, request: Request, sid: str) -> Response:
        self.takes(request, T6="mobile_phone")
        if not self.punched(request, "con" + sid):
            return cry("網頁已過期", f"contact.asp?SESSION={sid}")
        if not all(request.has(c[0]) for c in self.COLUMNS) or not re.fullmatch(r"09\d{8}", request.get("T6")):
            return self.contact(sid, "手機號碼錯誤，未存檔")
        self.truth.saved_contact = {key: request.get(n) for n, key, *_ in self.COLUMNS}
        self.truth.counts["contact_saved"] += 1
        return self.contact(sid, "存檔完畢！")

    # ------------------------------------------------------------------ account
    def account(self, request: Request) -> Response:
        t, path, cookie = self.truth, request.path.lower(), "ASPSESSIONIDSSHELP"
        sid = request.cookies.get(cookie, "")
        if path in ("/", "/index.asp"):
            if sid not in self.visits:
                sid = "H" + "".join(secrets.choice("ABCDEFGHIJKLMNOP") for _ in range(23))
                self.visits[sid] = {"code": "", "at": 0.0, "emp": "", "ok": ""}
            answer = self.rules()
            answer.headers.append(("Set-Cookie", f"{cookie}={sid}; path=/"))
            return answer
        me = self.visits.get(sid)
        if me is None:
            return cry("請由首頁進入", "/index.asp")
        if path == "/enter.asp":
            self.takes(request, C1="consent")
            if request.query.get("C1") != "Y":
                return cry("請先詳閱規範並勾選同意", "/index.asp")
            if request.query.get("B1", "").startswith("總院"):
                return cry("廠商專用", "/index.asp")
            me["kind"] = "reset" if request.query.get("B1", "").startswith("重置") else "new"
            return self.verify(me)
        if path == "/verify.asp":
            return self.post_verify(request, me, sid) if request.method == "POST" else self.verify(me) if "kind" in me else redirect("/index.asp")
        if path == "/sms.asp" and request.method == "POST":
            return self.post_sms(request, me)
        if path == "/bye.asp":
            if f"account:{sid}" in t.sessions:
                t.sessions.discard(f"account:{sid}")
                t.counts["sign_out_account"] += 1
            self.visits.pop(sid)
            return redirect("/index.asp")
        if path == "/setup.asp" and me["ok"] == "new":
            return self.post_setup(request, sid) if request.method == "POST" else self.setup(sid)
        if path == "/reset.asp" and me["ok"] == "reset":
            return self.post_reset(request, sid) if request.method == "POST" else self.reset(sid)
        return cry("請先通過身分驗證", "/index.asp")

    def rules(self) -> Response:
        return asp("""<B>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</B>
<FORM NAME="F1" METHOD="GET" ACTION="enter.asp">
<P>《規範》<BR><TEXTAREA ROWS=6 COLS=80 NAME="S1" READONLY DISABLED>
網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用
‧使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。
‧請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</TEXTAREA>
<BR><INPUT TYPE="checkbox" NAME="C1" VALUE="Y" ONCLICK="for(i=0;i<this.form.B1.length;i++)this.form.B1[i].disabled=!this.checked">我已詳閱並同意遵守上述規範
<P>《常見問題與服務》<UL><LI>密碼修改後多久可以生效：即時生效。<LI>忘記密碼：請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</UL>
<P><INPUT TYPE="submit" NAME="B1" VALUE="啟用網路帳號及首次雲端帳號密碼設定" DISABLED><BR><FONT SIZE=2>啟用本院微軟相關服務，如：Office365, Outlook...</FONT>
<P><INPUT TYPE="submit" NAME="B1" VALUE="重置雲端服務密碼" DISABLED><BR><FONT SIZE=2>重設非Portal帳號的密碼：Email, 無線網路, KM...</FONT>
<P><INPUT TYPE="submit" NAME="B1" VALUE="總院廠商VPN展延申請" DISABLED></FORM>""", tag="BODY BGCOLOR=#EEFFEE")

    def verify(self, me: dict, said: str = "") -> Response:
        return asp(f"""<CENTER><B>{"啟用網路帳號及首次雲端帳號密碼設定" if me["kind"] == "new" else "重置雲端服務密碼"}</B></CENTER>
<FORM METHOD="POST" ACTION="verify.asp">{self.ticket("verify")}<FONT COLOR=red>{said}</FONT>
<TABLE BORDER=1 CELLPADDING=5><TR><TD>網路帳號 /<BR>主職員工編號<TD><INPUT TYPE="text" NAME="T1" SIZE=10 MAXLENGTH=6 VALUE="{escape(me["emp"])}"><TD><INPUT TYPE="submit" NAME="B1" VALUE="發送簡訊動態碼">
<TR><TD>簡訊(或MOTP)<BR>動態碼<TD><INPUT TYPE="text" NAME="T2" SIZE=10 MAXLENGTH=8><TD><INPUT TYPE="submit" NAME="B1" VALUE="下一步"></TABLE></FORM>
<P>注意事項<UL><LI>電子郵件別名第一次設定之後則不能修改，請慎重選擇。<LI>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<LI>請輸入帳號與簡訊動態碼後按「下一步」。<LI>如未申請MOTP服務請洽資訊服務台辦理(261120)。</UL>""", tag="BODY BGCOLOR=#EEFFEE")

    def ask_phone(self, said: str = "") -> Response:
        return asp(f'<FORM METHOD="POST" ACTION="sms.asp">{self.ticket("sms")}<FONT COLOR=red>{said}</FONT><P>請輸入帳號登記的手機門號(10碼)<BR><INPUT TYPE="text" NAME="T1" SIZE=12 MAXLENGTH=10><P><INPUT TYPE="submit" NAME="B1" VALUE="確定發送"> <INPUT TYPE="button" VALUE="取消" ONCLICK="location.href=\'verify.asp\'"></FORM>', tag="BODY BGCOLOR=#FFEEEE")

    def post_verify(self, request: Request, me: dict, sid: str) -> Response:
        self.takes(request, T1="employee_id", T2="code")
        t = self.truth
        if "kind" not in me or not self.punched(request, "verify"):
            return cry("網頁已過期", "/verify.asp" if "kind" in me else "/index.asp")
        me["emp"] = request.get("T1").strip()
        if request.get("B1") == "發送簡訊動態碼":
            return self.ask_phone() if me["emp"] == t.person.employee_id else self.verify(me, "查無此員工編號")
        if request.get("B1") != "下一步":
            return self.verify(me)
        if not me["code"] or request.get("T2").strip() != me["code"] or me["emp"] != t.person.employee_id:
            t.counts["code_refused"] += 1
            return self.verify(me, "動態碼不對")
        if time.time() - me["at"] > 120:
            t.counts["code_refused"] += 1
            return self.verify(me, "動態碼過期了，請重新發送")
        me["ok"], me["code"] = me["kind"], ""
        t.sessions.add(f"account:{sid}")
        t.counts["code_accepted"] += 1
        return redirect("/setup.asp" if me["kind"] == "new" else "/reset.asp")

    def post_sms(self, request: Request, me: dict) -> Response:
        self.takes(request, T1="registered_phone")
        t = self.truth
        if not me["emp"] or not self.punched(request, "sms"):
            return cry("網頁已過期", "/index.asp")
        if request.get("T1").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
            return self.ask_phone("手機門號與登記的不一樣")
        me["code"], me["at"] = t.new_message(), time.time()
        return cry("動態碼簡訊發送成功\\n成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」", "/verify.asp")

    def setup(self, sid: str, said: str = "") -> Response:
        t, p = self.truth, self.truth.person
        head = f'<B>設定密碼與郵件別名</B><HR><FONT COLOR=red>{said}</FONT><TABLE BORDER=1 CELLPADDING=4><TR><TD>網路帳號 / 主職員工編號<TD>{p.employee_id}<TR><TD>帳號姓名<TD>{p.name}<TR><TD>主職單位<TD>{p.unit}<TR><TD>有效期限<TD>{p.valid_until}'
        if t.alias:
            return asp(f'{head}<TR><TD>電子郵件<TD>{escape(t.alias)}@ntuh.gov.tw</TABLE><P>本帳號業已啟用完畢，不得重複啟用。<P><A HREF="bye.asp">離開</A>', tag="BODY BGCOLOR=#EEFFEE")
        return asp(f"""<FORM METHOD="POST" ACTION="setup.asp">{self.ticket("setup" + sid)}{head}
<TR><TD>雲端服務帳號 (電子郵件名稱)<TD><INPUT TYPE="text" NAME="T1" SIZE=20 MAXLENGTH=64>@ntuh.gov.tw 名稱長度限64字元內
<TR><TD>雲端服務密碼<BR><FONT SIZE=2>(8碼以上英數混合)</FONT><TD><INPUT TYPE="password" NAME="T2" SIZE=20><TR><TD>再輸入一次密碼<TD><INPUT TYPE="password" NAME="T3" SIZE=20></TABLE>
<P><INPUT TYPE="submit" NAME="B1" VALUE="取消啟用"> <INPUT TYPE="submit" NAME="B1" VALUE="啟用雲端服務" ONCLICK="return confirm('確定？')"> 服務於設定完成隔日生效</FORM>""", tag="BODY BGCOLOR=#EEFFEE")

    @staticmethod
    def weak(request: Request) -> str:
        one = request.get("T2")
        return "密碼兩次不同" if one != request.get("T3") else "" if len(one) >= 8 and re.search("[A-Za-z]", one) and re.search("[0-9]", one) else "密碼太簡單"

    def post_setup(self, request: Request, sid: str) -> Response:
        self.takes(request, T1="alias", T2="cloud_password", T3="cloud_password_again")
        t, name = self.truth, request.get("T1").strip()
        if not self.punched(request, "setup" + sid):
            return cry("網頁已過期", "/setup.asp")
        if request.get("B1") == "取消啟用":
            return redirect("/bye.asp")
        if request.get("B1") != "啟用雲端服務":
            return self.setup(sid)
        if t.alias:
            return self.setup(sid, "重複啟用！")
        if not re.fullmatch(r"[A-Za-z][\w.-]{1,63}", name, re.A):
            return self.setup(sid, "名稱有不合法的字元")
        if name.lower() == "taken.name":
            return self.setup(sid, "名稱與別人重複了，請換一個")
        if self.weak(request):
            return self.setup(sid, self.weak(request))
        t.alias, t.cloud_password = name, request.get("T2")
        t.counts["activated"] += 1
        return asp(f'<H3>啟用 O.K.</H3>您的電子郵件：{escape(name)}@ntuh.gov.tw<P>隔日生效，請耐心等候<P><A HREF="bye.asp">離開</A>', tag="BODY BGCOLOR=#EEFFEE")

    def reset(self, sid: str, said: str = "") -> Response:
        return asp(f'<B>重置雲端服務密碼</B><FORM METHOD="POST" ACTION="reset.asp">{self.ticket("reset" + sid)}<FONT COLOR=red>{said}</FONT><P>新密碼：<INPUT TYPE="password" NAME="T2"><P>再一次：<INPUT TYPE="password" NAME="T3"><P><INPUT TYPE="submit" NAME="B1" VALUE="重置"></FORM><A HREF="bye.asp">離開</A>', tag="BODY BGCOLOR=#EEFFEE")

    def post_reset(self, request: Request, sid: str) -> Response:
        self.takes(request, T2="cloud_password", T3="cloud_password_again")
        if not self.punched(request, "reset" + sid):
            return cry("網頁已過期", "/reset.asp")
        said = self.weak(request) if self.truth.alias else "尚未啟用"
        if said:
            return self.reset(sid, said)
        self.truth.cloud_password = request.get("T2")
        return asp('<H3>重置 O.K.</H3><A HREF="bye.asp">離開</A>')

    # ------------------------------------------------------------------ mail
    def mail(self, request: Request) -> Response:
        t, path, cookie = self.truth, request.path, "OPENFINDSID"
        sid = request.cookies.get(cookie, "")
        if path == "/cgi-bin/vcode":
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 4), "GIF"), kind="image/gif", headers=[("Pragma", "no-cache")])
        if path == "/cgi-bin/login" and request.method == "POST":
            self.takes(request, USERID="mail_account", PASSWD="mail_password", VCODE="captcha")
            right, t.captcha = t.captcha, ""
            if not right or request.get("VCODE") != right:
                return cry("驗證碼錯誤", "/")
            if not t.alias or not t.cloud_password or request.get("USERID") not in (t.alias, t.alias + "@ntuh.gov.tw") or request.get("PASSWD") != t.cloud_password:
                return cry("帳號密碼錯誤，請重新登入", "/")
            sid = secrets.token_hex(10)
            t.sessions.add(f"mail:{sid}")
            t.counts["mail_sign_in"] += 1
            return redirect("/cgi-bin/msg_list", ("Set-Cookie", f"{cookie}={sid}; path=/"))
        if path.startswith("/cgi-bin/"):
            if f"mail:{sid}" not in t.sessions:
                return redirect("/")
            if path == "/cgi-bin/logout":
                t.sessions.discard(f"mail:{sid}")
                t.counts["sign_out_mail"] += 1
                return redirect("/")
            return asp(f'<B>{escape(t.alias)}</B> 收信匣 <A HREF="/cgi-bin/logout">登出</A><TABLE BORDER=1><TR><TD>□<TD>管理者<TD>歡迎信</TABLE>', tag="BODY")
        return asp("""<TABLE WIDTH=700><TR><TD VALIGN=top><FORM METHOD="POST" ACTION="/cgi-bin/login"><TABLE>
<TR><TD>帳號:<TD><INPUT TYPE="text" NAME="USERID"><TR><TD>密碼:<TD><INPUT TYPE="password" NAME="PASSWD">
<TR><TD>驗證碼(小寫字母或數字):<TD><INPUT TYPE="text" NAME="VCODE" SIZE=6> <IMG SRC="/cgi-bin/vcode">
<TR><TD COLSPAN=2><INPUT TYPE="checkbox" NAME="REMEMBER" VALUE="1"> 記住登入資訊 (公用電腦請勿勾選)<TR><TD COLSPAN=2><INPUT TYPE="submit" VALUE=" 登入 "></TABLE></FORM>
<TD VALIGN=top>公佈欄<P>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</TABLE>""", tag="BODY BGCOLOR=white")

"""Pages drawn in Dreamweaver MX about 2007: tables in tables, PHP 4 behind, GIF buttons, Big5, a frameset after the sign-in."""

from __future__ import annotations

import html
import io
import re
import secrets
import time

from PIL import Image, ImageDraw, ImageFont

from tests.unseen_sites.truth import Request, Response, Site, picture

BIG5 = "text/html"
RESERVED = ["taken.name", "root", "mis", "webmaster"]
GIFS = {"btn_login": "登入系統", "btn_chgpwd": "更改密碼", "btn_contact": "維護個人連絡資料", "btn_logout": "登出系統", "btn_back": "回功能選單", "btn_ok": "確定更改", "btn_save": "異動儲存",
        "btn_apply": "啟用網路帳號及首次雲端帳號密碼設定", "btn_reset": "重置雲端服務密碼", "btn_vpn": "總院廠商VPN展延申請", "btn_sms": "發送簡訊動態碼", "btn_send": "確定發送", "btn_next": "下一步",
        "btn_enable": "啟用雲端服務", "btn_giveup": "取消啟用", "btn_cancel": "取消", "btn_sure": "確定", "btn_maillogin": "登入信箱", "btn_exit": "離開系統"}


def gif(name: str) -> bytes:
    """A button or a spacer, drawn once."""
    text = GIFS.get(name, "")
    out = io.BytesIO()
    if not text:
        Image.new("RGB", (1, 1), "white").save(out, "GIF")
        return out.getvalue()
    image = Image.new("RGB", (22 + 16 * len(text), 26), "#CCDDEE")
    try:
        font = ImageFont.truetype("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc", 14)
    except OSError:
        return b""
    ImageDraw.Draw(image).text((10, 2), text, fill="#003366", font=font)
    image.save(out, "GIF")
    return out.getvalue()


def doc(title: str, inner: str, load: str = "") -> Response:
    return Response(f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<HTML>
<!-- InstanceBegin template="/Templates/main.dwt" codeOutsideHTMLIsLocked="false" -->
<HEAD>
<META http-equiv="Content-Type" content="text/html; charset=big5">
<TITLE>{title}</TITLE>
<SCRIPT language="JavaScript" type="text/JavaScript">
<!--
function MM_preloadImages() {{ //v3.0
  var d=document; if(d.images){{ if(!d.MM_p) d.MM_p=new Array(); var i,j=d.MM_p.length,a=MM_preloadImages.arguments;
  for(i=0; i<a.length; i++) {{ d.MM_p[j]=new Image; d.MM_p[j++].src=a[i]; }} }}
}}
function MM_swapImgRestore() {{ }}
function MM_swapImage() {{ }}
{load}
//-->
</SCRIPT>
<STYLE type="text/css"><!-- .style1 {{color: #FF0000}} .style2 {{font-size: 12px}} body {{margin:0px}} --></STYLE>
</HEAD>
<BODY bgcolor="#FFFFFF" onLoad="MM_preloadImages('images/spacer.gif')">
<TABLE width="760" border="0" align="center" cellpadding="0" cellspacing="0">
  <TR><TD width="10"><IMG src="images/spacer.gif" width="10" height="1"></TD><TD>
<!-- InstanceBeginEditable name="main" -->
{inner}
<!-- InstanceEndEditable -->
  </TD></TR></TABLE>
</BODY>
<!-- InstanceEnd --></HTML>""", kind=BIG5)


def go(to: str, word: str = "", cookie: str = "") -> Response:
    say = f"alert('{word}');" if word else ""
    return Response(f"<script language=javascript>{say}location.href='{to}';</script>", kind=BIG5 + "; charset=big5", headers=[("Set-Cookie", cookie)] if cookie else [])


def top(to: str, word: str) -> Response:
    return Response(f"<meta http-equiv=\"Content-Type\" content=\"text/html; charset=big5\"><script language=javascript>alert('{word}');top.location.href='{to}';</script>", kind=BIG5 + "; charset=big5")


class TheSite(Site):
    charset = "cp950"
    title = "dreamweaver_php_2007"

    def __init__(self) -> None:
        super().__init__()
        self.php: dict[str, dict] = {}
        self.staff: dict[str, dict] = {}  # sid of the signed-in -> form keys
        self.apply: dict[str, dict] = {}
        self.post_office: dict[str, dict] = {}

    def file(self, request: Request) -> Response | None:
        found = re.fullmatch(r"(?:/[a-z]+)?/images/([a-z_]+)\.gif", request.path)
        if not found:
            return None
        drawn = gif(found[1])
        return Response(drawn, 200 if drawn else 404, "image/gif")

    # ========================================================= portal
    def portal(self, request: Request) -> Response:
        image = self.file(request)
        if image:
            return image
        path = request.path
        sid = request.cookies.get("PHPSESSID", "")
        if path in ("/", "/index.php"):
            return self.front(sid)
        if path == "/checkcode.php":
            if sid not in self.php:
                return Response("", 404)
            self.php[sid]["checkcode"] = self.truth.new_captcha()
            return Response(picture(self.php[sid]["checkcode"], "PNG"), kind="image/png")
        if path == "/chk_login.php":
            return self.check(request, sid)
        who = request.query.get("sid", "")
        if who not in self.staff or self.staff[who]["php"] != sid:
            return top("/index.php", "您尚未登入或閒置過久，請重新登入")
        if path == "/frame.php":
            return Response(f"""<HTML><HEAD><META http-equiv="Content-Type" content="text/html; charset=big5"><TITLE>PORTAL系統</TITLE></HEAD>
<FRAMESET rows="70,*" frameborder="NO" border="0" framespacing="0">
  <FRAME src="top.php?sid={who}" name="topFrame" scrolling="NO" noresize>
  <FRAMESET cols="190,*" frameborder="NO" border="0"><FRAME src="left.php?sid={who}" name="leftFrame"><FRAME src="news.php?sid={who}" name="mainFrame"></FRAMESET>
</FRAMESET><NOFRAMES><BODY>您的瀏覽器不支援框架 <A href="left.php?sid={who}">選單</A></BODY></NOFRAMES></HTML>""", kind=BIG5)
        if path == "/top.php":
            return doc("top", f"""<TABLE width="100%"><TR><TD><B>醫療資訊系統</B> <SPAN class="style2">{self.truth.person.name} 您好!</SPAN></TD>
<TD align="right"><A href="logout.php?sid={who}" target="_top" onMouseOut="MM_swapImgRestore()" onMouseOver="MM_swapImage('Image9','','images/btn_logout.gif',1)"><IMG src="images/btn_logout.gif" alt="登出系統" name="Image9" border="0"></A></TD></TABLE>""")
        if path == "/news.php":
            return doc("公告", """<B>全院公告</B><TABLE border="1" class="style2"><TR><TD>日期<TD>標題<TR><TD>2007/10/21<TD>請全院同仁填報「薪資所得免稅額申報表」<TR><TD>2007/03/13<TD>Portal首頁改版公告</TABLE>
<FORM name="formq" method="get" action="news.php"><INPUT name="keyword" type="text" size="12"><INPUT type="submit" value="查詢公告"></FORM>""")
        if path == "/left.php":
            app = self.urls["inner"] + "/personal"
            return doc("選單", f"""<TABLE width="180" border="0" class="style2"><TR><TD bgcolor="#99CCFF">個人管理</TD></TR>
<TR><TD><A href="{app}/chgpwd.php?sid={who}" target="mainFrame"><IMG src="images/btn_chgpwd.gif" alt="更改密碼" border="0"></A>
<TR><TD>‧<A href="nofunc.php?sid={who}" target="mainFrame">個人簽章提醒設定</A><TR><TD>‧<A href="nofunc.php?sid={who}" target="mainFrame">查詢員工連絡資料</A>
<TR><TD><A href="{app}/contact.php?sid={who}" target="mainFrame"><IMG src="images/btn_contact.gif" alt="維護個人連絡資料" border="0"></A>
<TR><TD>‧<A href="nofunc.php?sid={who}" target="mainFrame">員工扣繳憑單查詢</A>
<TR><TD bgcolor="#99CCFF">行政系統<TR><TD>‧<A href="nofunc.php?sid={who}" target="mainFrame">差勤系統</A></TABLE>""")
        if path == "/logout.php":
            del self.staff[who]
            self.truth.sessions.discard("portal:" + who)
            self.truth.counts["sign_out_portal"] += 1
            return go("index.php", "您已登出")
        return doc("PORTAL", "<P class=\"style1\">您沒有此項功能的使用權限")

    def front(self, sid: str) -> Response:
        cookie = sid not in self.php
        if cookie:
            sid = secrets.token_hex(16)
        self.php[sid] = {"checkcode": "", "form": secrets.token_hex(8)}
        page = doc("台大醫院 PORTAL", f"""<TABLE width="100%" border="0"><TR><TD colspan="2" align="center"><FONT color="#003366" size="5">登入本院PORTAL系統</FONT><BR>守護健康, 醫界典範</TD></TR>
<TR><TD width="300" valign="top" class="style2">院外網 院內網<BR>數位學習<BR>KM系統<BR>差勤系統<BR>表單下載<BR>網路掛號</TD><TD>
<FORM action="chk_login.php" method="POST" name="form1" onSubmit="return chk();">
<TABLE border="0" cellpadding="2" bgcolor="#EEEEEE">
  <TR><TD align="right">院　區</TD><TD><SELECT name="hosp"><OPTION value="1" selected>總院區<OPTION value="2">北護分院<OPTION value="3">金山分院<OPTION value="4">新竹分院<OPTION value="5">雲林分院</SELECT>
  <TR><TD align="right">帳　號</TD><TD><INPUT name="textfield" type="text" size="14" maxlength="6"></TD>
  <TR><TD align="right">密　碼</TD><TD><INPUT name="textfield2" type="password" size="14"></TD>
  <TR><TD align="right">驗證碼</TD><TD><INPUT name="textfield3" type="text" size="8" maxlength="6"> <SPAN class="style2">(不用區分大小寫)</SPAN><BR><IMG src="checkcode.php" border="1"></TD>
  <TR><TD><INPUT type="hidden" name="MM_form" value="{self.php[sid]['form']}"></TD><TD><INPUT name="imageField" type="image" src="images/btn_login.gif" alt="登入系統" border="0"></TD>
</TABLE></FORM></TD></TR></TABLE>""", """function chk(){ var f=document.form1; if(f.textfield.value==''){alert('請輸入帳號');f.textfield.focus();return false;} if(f.textfield2.value==''){alert('請輸入密碼');return false;} return true; }""")
        if cookie:
            page.headers.append(("Set-Cookie", f"PHPSESSID={sid}; path=/"))
        return page

    def check(self, request: Request, sid: str) -> Response:
        self.takes(request, hosp="campus", textfield="employee_id", textfield2="portal_password", textfield3="captcha")
        mine = self.php.get(sid)
        if request.method != "POST" or mine is None or request.get("MM_form") != mine["form"]:
            return go("index.php", "網頁逾時，請重新輸入")
        shown, mine["checkcode"], mine["form"] = mine["checkcode"], "", secrets.token_hex(8)
        same = bool(shown) and shown == self.truth.captcha and request.get("textfield3").strip().upper() == shown
        self.truth.captcha = ""
        if not same or request.get("hosp") not in "12345" or not request.get("hosp"):
            self.truth.counts["sign_in_refused"] += 1
            return go("index.php", "圖片上的驗證碼打錯了喔，請再試一次")
        if request.get("hosp") != "1" or request.get("textfield").strip() != self.truth.person.employee_id or request.get("textfield2") != self.truth.portal_password:
            self.truth.counts["sign_in_refused"] += 1
            return go("index.php", "查無此帳號或密碼錯誤")
        who = secrets.token_hex(12)
        self.staff[who] = {"php": sid, "pwd": "", "tel": ""}
        self.truth.sessions.add("portal:" + who)
        self.truth.counts["sign_in"] += 1
        return Response(f'<html><head><meta http-equiv="refresh" content="0;url=frame.php?sid={who}"></head><body>登入中，請稍候...</body></html>', kind="text/html; charset=big5")

    # ========================================================= inner
    def inner(self, request: Request) -> Response:
        image = self.file(request)
        if image:
            return image
        who = request.get("sid")
        if who not in self.staff:
            return top(self.urls["portal"] + "/index.php", "連線逾時，請重新登入")
        foot = f"""<P><A href="{self.urls['portal']}/frame.php?sid={who}" target="_top"><IMG src="images/btn_back.gif" alt="回功能選單" border="0"></A> <A href="{self.urls['portal']}/logout.php?sid={who}" target="_top"><IMG src="images/btn_logout.gif" alt="登出系統" border="0"></A></P>"""
        if request.path == "/personal/chgpwd.php":
            return self.new_password(request, self.staff[who], who, foot)
        if request.path == "/personal/contact.php":
            return self.telephone(request, self.staff[who], who, foot)
        return Response("<H1>Not Found</H1>", 404, BIG5)

    def new_password(self, request: Request, mine: dict, who: str, foot: str) -> Response:
        me = f"chgpwd.php?sid={who}"
        if request.method == "POST":
            self.takes(request, oldpw="old_password", newpw="new_password", newpw2="new_password_again")
            old, new = request.get("oldpw"), request.get("newpw")
            wrong = ""
            if not mine["pwd"] or request.get("MM_update") != mine["pwd"]:
                wrong = "請勿重複送出"
            elif old != self.truth.portal_password:
                wrong = "舊密碼錯誤"
            elif not (8 <= len(new) <= 20 and re.search("[a-zA-Z]", new) and re.search("[0-9]", new)):
                wrong = "新密碼須8至20碼並含英文及數字"
            elif new != request.get("newpw2"):
                wrong = "兩次新密碼不一樣"
            elif new == old:
                wrong = "新舊密碼不可一樣"
            mine["pwd"] = ""
            if wrong:
                self.truth.counts["password_refused"] += 1
                return go(me, wrong)
            self.truth.portal_password = new
            self.truth.counts["password_changed"] += 1
            return doc("更改密碼", f'<BR><TABLE border="1" bordercolor="#006699"><TR><TD><FONT color="#0000FF">密碼已經改好了，下次請用新密碼登入。</FONT></TD></TR></TABLE>{foot}')
        mine["pwd"] = secrets.token_hex(6)
        return doc("更改密碼", f"""<B>更改密碼</B><FORM action="{me}" method="post" name="form1"><TABLE border="1" cellspacing="0" bordercolor="#CCCCCC" class="style2">
<TR><TD>請輸入舊密碼：<TD><INPUT name="oldpw" type="password" size="20"><TR><TD>請輸入新密碼：<TD><INPUT name="newpw" type="password" size="20" maxlength="20"><TR><TD>請再輸入新密碼：<TD><INPUT name="newpw2" type="password" size="20" maxlength="20">
<TR><TD>密碼強度檢核：<TD><IMG src="images/spacer.gif" width="80" height="8"></TABLE>
<P class="style2">密碼設定條件：<BR>1.密碼長度不可少於8個字元<BR>2.密碼內容需包含英文及數字
<P><INPUT type="hidden" name="MM_update" value="{mine['pwd']}"><INPUT type="image" name="Submit" src="images/btn_ok.gif" alt="確定更改"></FORM>{foot}""")

    def telephone(self, request: Request, mine: dict, who: str, foot: str) -> Response:
        me, p = f"contact.php?sid={who}", self.truth.person
        fields = [("ename1", "english_surname"), ("ename2", "english_given"), ("ename3", "english_middle"), ("tel_o", "office_phone"), ("tel_h", "home_phone"), ("tel_m", "mobile_phone")]
        if request.method == "POST":
            self.takes(request, tel_m="mobile_phone")
            key, mine["tel"] = mine["tel"], ""
            if not key or request.get("MM_update") != key or request.get("empno") != p.employee_id or not all(request.has(n) for n, _ in fields):
                return go(me, "資料不完整，請重新輸入")
            if not re.fullmatch("09[0-9]{8}", request.get("tel_m").strip()) or not request.get("ename1").strip() or not request.get("ename2").strip():
                return go(me, "行動電話須為10碼數字，英文姓名不可空白")
            for name, kept in fields:
                self.truth.saved_contact[kept] = request.get(name).strip()
            self.truth.counts["contact_saved"] += 1
            return go(me + "&saved=1", "資料修改成功")
        mine["tel"] = secrets.token_hex(6)
        v = {n: html.escape(self.truth.saved_contact.get(k, getattr(p, k))) for n, k in fields}
        note = '<SPAN class="style1">您的連絡資料已於剛才更新</SPAN>' if request.query.get("saved") else ""
        return doc("維護個人連絡資料", f"""<B>台大醫院---維護個人連絡資料</B> {note}<FORM action="{me}" method="post" name="form2">
<INPUT type="image" name="Save" src="images/btn_save.gif" alt="異動儲存"><TABLE border="1" cellspacing="0" class="style2">
<TR><TD>員工編號：<INPUT name="empno" type="text" value="{p.employee_id}" readonly><TD>姓名：{p.name}
<TR><TD colspan="2">英文姓：<INPUT name="ename1" type="text" value="{v['ename1']}"> ex:Chen(陳)
<TR><TD colspan="2">英文首名：<INPUT name="ename2" type="text" value="{v['ename2']}"> ex: Yi-Fen(怡芬) (<A href="#">說明</A>)
<TR><TD colspan="2">英文中名：<INPUT name="ename3" type="text" value="{v['ename3']}"> ex:Mary 為英文別名，如無，可不填
<TR><TD>辦公室電話：<INPUT name="tel_o" type="text" value="{v['tel_o']}" size="12"> ex:61234或23123456<TD>住宅電話：<INPUT name="tel_h" type="text" value="{v['tel_h']}" size="12"> ex:0223123456
<TR><TD colspan="2">行動電話：<INPUT name="tel_m" type="text" value="{v['tel_m']}" size="12" maxlength="10"> ex:0952000000 (如離職或更換門號，請記得調整此欄位)
</TABLE><INPUT type="hidden" name="MM_update" value="{mine['tel']}"></FORM>{foot}""")

    # ========================================================= account
    def account(self, request: Request) -> Response:
        image = self.file(request)
        if image:
            return image
        path, sid = request.path, request.cookies.get("HELPSID", "")
        if path in ("/", "/index.php"):
            return doc("網路帳號服務", """<P class="style2">說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼<P class="style2">適用功能：本院雲端服務、電子郵件信箱、VPN、數位學習及院內非Portal之業務
<P><B>《規範》</B><UL class="style2"><LI>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<LI>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。
<LI>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置<LI>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</UL>
<P><B>《常見問題與服務》</B><P class="style2">密碼修改後多久可以生效<BR>．即時生效。<BR>忘記密碼<BR>．請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。
<TABLE><TR><TD><A href="start.php?act=apply"><IMG src="images/btn_apply.gif" alt="啟用網路帳號及首次雲端帳號密碼設定" border="0"></A><TD class="style2">啟用本院微軟相關服務，如：Office365, Outlook...
<TR><TD><A href="start.php?act=reset"><IMG src="images/btn_reset.gif" alt="重置雲端服務密碼" border="0"></A><TD class="style2">重設非Portal帳號的密碼
<TR><TD><A href="vpn.php"><IMG src="images/btn_vpn.gif" alt="總院廠商VPN展延申請" border="0"></A><TD class="style2">總院廠商VPN到期，重新啟用申請。</TABLE>""")
        if path == "/start.php" and request.query.get("act") in ("apply", "reset"):
            sid = secrets.token_hex(12)
            self.apply[sid] = {"act": request.query["act"], "empno": "", "code": "", "time": 0.0, "pass": False, "key": ""}
            return go("verify.php", cookie=f"HELPSID={sid}; path=/")
        mine = self.apply.get(sid)
        if mine is None:
            return go("index.php", "請由首頁進入")
        if path == "/verify.php":
            return self.proof(request, mine)
        if path == "/sendsms.php":
            return self.sms(request, mine)
        if path == "/chk_code.php":
            return self.code(request, sid, mine)
        if path == "/quit.php":
            del self.apply[sid]
            if "account:" + sid in self.truth.sessions:
                self.truth.sessions.discard("account:" + sid)
                self.truth.counts["sign_out_account"] += 1
            return go("index.php")
        if not mine["pass"]:
            return go("verify.php", "請先完成身分驗證")
        if path == "/setmail.php" and mine["act"] == "apply":
            return self.mail_name(request, mine)
        if path == "/setpwd.php":
            return self.cloud(request, mine)
        return Response("<H1>Not Found</H1>", 404, BIG5)

    def proof(self, request: Request, mine: dict) -> Response:
        mine["key"] = secrets.token_hex(6)
        name = "啟用網路帳號及首次雲端帳號密碼設定" if mine["act"] == "apply" else "重置雲端服務密碼"
        return doc("身分驗證", f"""<P><B>注意事項</B><OL class="style2"><LI>電子郵件別名第一次設定之後則不能修改，請慎重選擇。<LI>限尚未啟用雲端服務帳號者使用，雲端服務帳號於首次設定之隔日生效。<LI>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<LI>請輸入帳號與簡訊動態碼後按「下一步」。</OL>
<TABLE border="1" cellspacing="0" cellpadding="4"><TR><TD colspan="3" bgcolor="#99CCFF">{name}
<FORM name="form1" method="post" action="chk_code.php"><INPUT type="hidden" name="key" value="{mine['key']}">
<TR><TD>網路帳號 /<BR>主職員工編號<TD><INPUT name="empno" type="text" value="{html.escape(mine['empno'])}" size="10" maxlength="6"><TD><INPUT type="image" name="sms" src="images/btn_sms.gif" alt="發送簡訊動態碼">
<TR><TD>簡訊(或MOTP)動態碼<TD colspan="2"><INPUT name="dyncode" type="text" size="10" maxlength="8">
<TR><TD colspan="3" align="center"><INPUT type="image" name="next" src="images/btn_next.gif" alt="下一步"></FORM></TABLE><A href="quit.php"><IMG src="images/btn_exit.gif" alt="離開系統" border="0"></A>""")

    def code(self, request: Request, sid: str, mine: dict) -> Response:
        self.takes(request, empno="employee_id", dyncode="code")
        key, mine["key"] = mine["key"], ""
        if request.method != "POST" or not key or request.get("key") != key:
            return go("verify.php", "網頁已過期")
        empno = request.get("empno").strip()
        if request.has("sms.x"):
            if not re.fullmatch("[0-9]{6}", empno):
                return go("verify.php", "請輸入6位數字之網路帳號")
            mine["empno"] = empno
            return go("sendsms.php")
        if not request.has("next.x"):
            return go("verify.php", "請按圖示按鈕")
        if mine["code"] and time.time() - mine["time"] > 120:
            mine["code"] = ""
            self.truth.counts["code_refused"] += 1
            return go("verify.php", "動態碼超過2分鐘，已經失效，請重新發送")
        if not mine["code"] or request.get("dyncode").strip() != mine["code"] or empno != mine["empno"]:
            self.truth.counts["code_refused"] += 1
            return go("verify.php", "動態碼不對，請查明後再輸入")
        mine["code"], mine["pass"] = "", True
        self.truth.sessions.add("account:" + sid)
        self.truth.counts["code_accepted"] += 1
        return go("setmail.php" if mine["act"] == "apply" else "setpwd.php")

    def sms(self, request: Request, mine: dict) -> Response:
        if not mine["empno"]:
            return go("verify.php", "請先輸入帳號")
        if request.method == "POST":
            self.takes(request, handphone="registered_phone")
            key, mine["key"] = mine["key"], ""
            if not key or request.get("key") != key:
                return go("sendsms.php", "網頁已過期")
            if mine["empno"] != self.truth.person.employee_id or request.get("handphone").strip() != self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone):
                return go("sendsms.php", "門號與登記資料不合，不予發送")
            mine["code"], mine["time"] = self.truth.new_message(), time.time()
            return doc("簡訊", """<TABLE border="1" align="center" cellpadding="8"><TR><TD bgcolor="#99CCFF">動態碼簡訊發送成功<TR><TD>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」<TR><TD align="center"><A href="verify.php"><IMG src="images/btn_sure.gif" alt="確定" border="0"></A></TABLE>""")
        mine["key"] = secrets.token_hex(6)
        return doc("發送簡訊", f"""<FORM name="form1" method="post" action="sendsms.php"><TABLE border="1" align="center" cellpadding="8"><TR><TD>請輸入帳號登記的手機門號(10碼)<BR><INPUT name="handphone" type="text" size="12" maxlength="10"><INPUT type="hidden" name="key" value="{mine['key']}">
<TR><TD align="center"><INPUT type="image" name="send" src="images/btn_send.gif" alt="確定發送"> <A href="verify.php"><IMG src="images/btn_cancel.gif" alt="取消" border="0"></A></TABLE></FORM>""")

    def mail_name(self, request: Request, mine: dict) -> Response:
        p, t = self.truth.person, self.truth
        bye = '<P><A href="quit.php"><IMG src="images/btn_exit.gif" alt="離開系統" border="0"></A>'
        if request.method == "POST":
            self.takes(request, mailname="alias")
            name = request.get("mailname").strip().lower()
            key, mine["key"] = mine["key"], ""
            if not key or request.get("key") != key:
                return go("setmail.php", "網頁已過期，請重新輸入")
            if t.alias:
                return go("setmail.php", "您已經申請過了，不能再次設定")
            if not request.has("enable.x"):
                return go("quit.php", "您已放棄啟用")
            if not re.fullmatch("[a-z][a-z0-9._-]{1,63}", name):
                return go("setmail.php", "名稱請以英文字母開頭，只能用英文、數字、點、底線及減號")
            if name in RESERVED:
                return go("setmail.php", "這個名稱別人已經用了，請換一個")
            t.alias, t.cloud_password = name, p.national_id
            t.counts["activated"] += 1
            return doc("完成", f"""<P><FONT color="#0000FF">恭喜您！雲端服務帳號申辦完畢。</FONT><P>電子郵件信箱：<B>{name}@ntuh.gov.tw</B><P>雲端服務的預設密碼為您的身分證號（英文字母大寫），可用首頁的「重置雲端服務密碼」更換。<P>服務於設定完成隔日生效{bye}""")
        facts = f"""<TR><TD>網路帳號 / 主職員工編號<TD>{p.employee_id}<TR><TD>帳號姓名<TD>{p.name}<TR><TD>主職單位<TD>{p.unit}<TR><TD>有效期限<TD>{p.valid_until}"""
        if t.alias:
            return doc("設定密碼與郵件別名", f"""<B>設定密碼與郵件別名</B><P class="style1">查您的帳號已經啟用過了，郵件名稱不能修改。<TABLE border="1" cellspacing="0">{facts}<TR><TD>雲端服務帳號 (電子郵件名稱)<TD>{html.escape(t.alias)}@ntuh.gov.tw</TABLE>{bye}""")
        mine["key"] = secrets.token_hex(6)
        return doc("設定密碼與郵件別名", f"""<B>設定密碼與郵件別名</B><P class="style2">雲端服務帳號說明：<BR>1. 雲端服務帳號為跨體系使用。<BR>2. 服務於設定完成隔日生效。
<FORM name="form1" method="post" action="setmail.php"><INPUT type="hidden" name="key" value="{mine['key']}"><TABLE border="1" cellspacing="0">{facts}
<TR><TD>雲端服務帳號<BR>(電子郵件名稱)<TD><INPUT name="mailname" type="text" size="24" maxlength="64"> @ntuh.gov.tw<BR><SPAN class="style2">名稱長度限64字元內</SPAN>
<TR><TD colspan="2" align="center"><INPUT type="image" name="giveup" src="images/btn_giveup.gif" alt="取消啟用"> <INPUT type="image" name="enable" src="images/btn_enable.gif" alt="啟用雲端服務"></TABLE></FORM><P>服務於設定完成隔日生效{bye}""")

    def cloud(self, request: Request, mine: dict) -> Response:
        if request.method == "POST":
            self.takes(request, pw1="cloud_password", pw2="cloud_password_again")
            key, mine["key"], pw = mine["key"], "", request.get("pw1")
            if not key or request.get("key") != key:
                return go("setpwd.php", "網頁已過期")
            if not self.truth.alias:
                return go("index.php", "您從未啟用網路帳號，請先啟用")
            if not (8 <= len(pw) <= 20 and re.search("[a-zA-Z]", pw) and re.search("[0-9]", pw)) or pw != request.get("pw2"):
                return go("setpwd.php", "密碼須8至20碼含英文及數字，且兩次要相同")
            self.truth.cloud_password = pw
            return doc("完成", '<P><FONT color="#0000FF">雲端服務密碼換好了，馬上生效。</FONT><P><A href="quit.php"><IMG src="images/btn_exit.gif" alt="離開系統" border="0"></A>')
        mine["key"] = secrets.token_hex(6)
        return doc("重置雲端服務密碼", f"""<B>重置雲端服務密碼</B><FORM name="form1" method="post" action="setpwd.php"><INPUT type="hidden" name="key" value="{mine['key']}"><TABLE border="1"><TR><TD>新的雲端服務密碼：<TD><INPUT name="pw1" type="password" maxlength="20"><TR><TD>再輸入一次：<TD><INPUT name="pw2" type="password" maxlength="20">
<TR><TD colspan="2"><INPUT type="image" name="ok" src="images/btn_sure.gif" alt="確定"></TABLE></FORM><A href="quit.php"><IMG src="images/btn_exit.gif" alt="離開系統" border="0"></A>""")

    # ========================================================= webmail
    def mail(self, request: Request) -> Response:
        image = self.file(request)
        if image:
            return image
        sid = request.cookies.get("MSESS", "")
        if request.path == "/vcode.php":
            if sid not in self.post_office:
                return Response("", 404)
            self.post_office[sid]["v"] = self.truth.new_captcha("abcdefghkmnpqrstuvwxyz3456789", 4)
            return Response(picture(self.post_office[sid]["v"]), kind="image/gif")
        if request.path == "/login.php":
            self.takes(request, userid="mail_account", passwd="mail_password", vcode="captcha")
            mine = self.post_office.get(sid, {})
            shown, mine["v"] = mine.get("v", ""), ""
            same = bool(shown) and shown == self.truth.captcha and request.get("vcode").strip() == shown
            self.truth.captcha = ""
            if request.method != "POST" or not same:
                return go("index.php", "驗證碼錯誤")
            if not self.truth.alias or request.get("userid").strip().lower().removesuffix("@ntuh.gov.tw") != self.truth.alias or request.get("passwd") != self.truth.cloud_password:
                return go("index.php", "信箱帳號或密碼不正確")
            mine["in"] = True
            self.truth.sessions.add("mail:" + sid)
            self.truth.counts["mail_sign_in"] += 1
            return go("inbox.php")
        if request.path == "/inbox.php":
            if not self.post_office.get(sid, {}).get("in"):
                return go("index.php", "請先登入")
            return doc("收信匣", f"""<B>{html.escape(self.truth.alias)} 的收信匣</B> <A href="logout.php"><IMG src="images/btn_logout.gif" alt="登出" border="0"></A><TABLE border="1" width="100%"><TR><TD>寄件人<TD>主旨<TD>日期<TR><TD>postmaster<TD>歡迎使用本院電子信<TD>2007/07/01</TABLE>""")
        if request.path == "/logout.php":
            if self.post_office.pop(sid, {}).get("in"):
                self.truth.sessions.discard("mail:" + sid)
                self.truth.counts["sign_out_mail"] += 1
            return go("index.php", "您已離開信箱")
        head = []
        if sid not in self.post_office:
            sid = secrets.token_hex(12)
            self.post_office[sid] = {"v": "", "in": False}
            head = [("Set-Cookie", f"MSESS={sid}; path=/")]
        page = doc("電子信", f"""<P align="center"><FONT size="4">台大醫院電子信</FONT><FORM name="form1" method="post" action="login.php"><TABLE align="center" bgcolor="#EEEEEE"><TR><TD>帳號:<TD><INPUT name="userid" type="text"><TR><TD>密碼:<TD><INPUT name="passwd" type="password">
<TR><TD>驗證碼(小寫字母或數字):<TD><INPUT name="vcode" type="text" size="6" maxlength="4"> <IMG src="vcode.php"><TR><TD colspan="2"><INPUT name="checkbox" type="checkbox" value="checkbox"> 記住登入資訊 (公用電腦請勿勾選)
<TR><TD colspan="2" align="center"><INPUT name="imageField" type="image" src="images/btn_maillogin.gif" alt="登入信箱"></TABLE></FORM><B>公佈欄</B><P class="style2">體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<P class="style2">※如無法登入，請先至下方網址變更密碼，謝謝：<A href="{self.urls['account']}/">帳號服務</A>""")
        page.headers.extend(head)
        return page

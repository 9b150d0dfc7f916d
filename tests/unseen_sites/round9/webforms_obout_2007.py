"""ASP.NET 2.0 with the obout Suite (slide menu, tree view, window, interface), as an in-house team built it in 2007."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

POSTBACK = """//<![CDATA[
var theForm = document.forms['aspnetForm'];
if (!theForm) { theForm = document.aspnetForm; }
function __doPostBack(eventTarget, eventArgument) {
    if (!theForm.onsubmit || (theForm.onsubmit() != false)) {
        theForm.__EVENTTARGET.value = eventTarget;
        theForm.__EVENTARGUMENT.value = eventArgument;
        theForm.submit();
    }
}
//]]>"""
WEBRESOURCE = """function WebForm_PostBackOptions(eventTarget, eventArgument, validation, validationGroup, actionUrl, trackFocus, clientSubmit) {
    this.eventTarget = eventTarget; this.eventArgument = eventArgument; this.validation = validation;
    this.validationGroup = validationGroup; this.actionUrl = actionUrl; this.trackFocus = trackFocus; this.clientSubmit = clientSubmit;
}
function WebForm_DoPostBackWithOptions(options) {
    if (options.actionUrl) theForm.action = options.actionUrl;
    if (options.clientSubmit) __doPostBack(options.eventTarget, options.eventArgument);
}
"""
PASSJS = """function hex_digest(s){s=unescape(encodeURIComponent(s));for(var b,c,d,k=[],i=0;i<64;)k[i]=0|(Math.abs(Math.sin(++i))*4294967296);
var j,x=[],a=s.length,n,h=[b=1732584193,c=-271733879,~b,~c];for(i=0;i<=a;)x[i>>2]|=(s.charCodeAt(i)||128)<<8*(i++%4);
x[n=(a+8>>6)*16+14]=a*8;for(i=0;i<n;i+=16){a=h;for(j=0;j<64;)a=[d=a[3],((b=a[1]|0)+((d=((a[0]+[b&(c=a[2])|~b&d,d&b|~d&c,b^c^d,c^(b|~d)][a=j>>4])+(k[j]+(x[[j,5*j+1,3*j+5,7*j][a]%16+i]|0))))<<(a=[7,12,17,22,5,9,14,20,4,11,16,23,6,10,15,21][4*a+j++%4])|d>>>32-a)),b,c];
for(j=4;j;)h[--j]=h[j]+a[j];}for(n='';j<32;)n+=((h[j>>3]>>((1^j++&7)*4))&15).toString(16);return n;}
function CheckAndSetPassTextBox(id){var o=document.getElementById(id);if(o&&o.value.length>0&&o.value.length!=32){o.value=hex_digest(o.value);}return true;}
"""


def obout_text(name: str, value: str = "", kind: str = "text", extra: str = "", width: int = 160) -> str:
    """obout OboutTextBox: a box of four layers around the real input."""
    cid = name.replace("$", "_")
    return f"""<div class="ob_iTC" id="{cid}_ob_iTCContainer" style="width:{width}px"><div class="ob_iTL"></div><div class="ob_iTR"></div><div class="ob_iTCN"><input name="{name}" type="{kind}" value="{escape(value)}" id="{cid}" class="ob_iTIE" {extra}/></div></div>"""


def obout_button(name: str, text: str, script: str = "", extra: str = "") -> str:
    """obout OboutButton: a push button that posts back by its onclick."""
    cid = name.replace("$", "_")
    return f"""<div class="ob_iBC" id="{cid}Container"><div class="ob_iBL"></div><div class="ob_iBR"></div><div class="ob_iBCN"><input type="button" name="{name}" value="{text}" onclick="{script}__doPostBack('{name}','')" id="{cid}" class="ob_iBOv" {extra}/></div></div>"""


class TheSite(Site):
    title = "webforms_obout_2007"

    def __init__(self) -> None:
        super().__init__()
        self.live: dict[str, str] = {}      # portal session -> SID in addresses
        self.states: dict[tuple[str, str], str] = {}
        self.pics: dict[str, str] = {}
        self.acc: dict[str, dict] = {}
        self.mails: set[str] = set()

    # ------------------------------------------------------------ plumbing
    def state(self, who: str, path: str) -> str:
        value = base64.b64encode(b"/wEPDwUK" + secrets.token_bytes(60)).decode()
        self.states[(who, path)] = value
        return value

    def fresh(self, q: Request, who: str, path: str) -> bool:
        return bool(q.get("__VIEWSTATE")) and self.states.get((who, path)) == q.get("__VIEWSTATE") and q.get("__EVENTVALIDATION") == "/wEW" + q.get("__VIEWSTATE")[8:40]

    def bad_state(self) -> Response:
        return Response("""<html><head><title>網頁已過期</title></head><body bgcolor="white"><h1>'/' 應用程式中發生伺服器錯誤。<hr width="100%" size="1" color="silver"/></h1><h2><i>無效的回傳或回呼引數。已失效的檢視狀態，請重新開啟網頁。</i></h2></body></html>""", 500)

    def page(self, who: str, path: str, body: str, action: str, title: str, alert: str = "", extra_head: str = "", headers: list[tuple[str, str]] | None = None) -> Response:
        vs = self.state(who, path)
        tail = f"""<script type="text/javascript">
//<![CDATA[
alert('{alert}');//]]>
</script>""" if alert else ""
        return Response(f"""
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" >
<head id="ctl00_Head1"><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>
	{title}
</title><link href="/App_Themes/black_glass/obout.css" type="text/css" rel="stylesheet" />{extra_head}</head>
<body>
    <form name="aspnetForm" method="post" action="{escape(action)}" id="aspnetForm">
<div>
<input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" />
<input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{vs}" />
</div>
<script type="text/javascript">
{POSTBACK}
</script>
<script src="/WebResource.axd?d=obout2007&amp;t=633" type="text/javascript"></script>
{body}
<div>
	<input type="hidden" name="__EVENTVALIDATION" id="__EVENTVALIDATION" value="/wEW{vs[8:40]}" />
</div>
{tail}</form>
</body>
</html>
""", headers=[("X-AspNet-Version", "2.0.50727"), ("Cache-Control", "private"), *(headers or [])])

    def static(self, q: Request) -> Response | None:
        low = q.path.lower()
        if low == "/webresource.axd":
            return Response(WEBRESOURCE, kind="application/x-javascript")
        if low == "/js/passtextbox.js":
            return Response(PASSJS, kind="application/x-javascript")
        if low.endswith(".css"):
            return Response(".ob_iTIE{border:0;background:#eef}.ob_iBOv{color:#036}.ob_t2{font-size:13px}", kind="text/css")
        if low == "/captchaimage.aspx":
            text = self.pics.get(q.query.get("guid", ""))
            return Response(picture(text, "JPEG", (130, 38)), kind="image/jpeg", headers=[("Cache-Control", "no-cache")]) if text else Response("", 404)
        return None

    def draw(self, letters: str | None = None) -> str:
        text = self.truth.new_captcha(letters) if letters else self.truth.new_captcha()
        guid = secrets.token_hex(8)
        self.pics = {guid: text}
        return guid

    def drawn(self, guid: str, answer: str) -> bool:
        text = self.pics.pop(guid, "")
        return bool(text) and text == self.truth.captcha and answer.strip().upper() == text.upper()

    # ------------------------------------------------------------ PORTAL
    def login(self, q: Request, message: str = "") -> Response:
        guid = self.draw()
        anon = q.cookies.get("ASP.NET_SessionId", "")
        cookie = []
        if not anon:
            anon = secrets.token_hex(12)
            cookie = [("Set-Cookie", f"ASP.NET_SessionId={anon}; path=/; HttpOnly")]
        a = "ctl00$cphMain$"
        body = f"""<table width="780" align="center" cellpadding="0" cellspacing="0" class="mp"><tr><td colspan="2"><img src="/images/banner.gif" alt="台大 健康守護, 醫界典範" /></td></tr>
<tr><td class="left" valign="top"><span id="ctl00_lblTop">醫療資訊系統</span><div id="ctl00_sm" class="ob_sm"><div class="ob_sm_p">院外網</div><div class="ob_sm_p">院內網</div></div>
{obout_text("ctl00$txtSearch", "", extra='onfocus="this.select()"', width=90)}<input type="submit" name="ctl00$btnSearch" value="站內搜尋" id="ctl00_btnSearch" onclick="return false;" /></td>
<td valign="top"><table border="0" id="ctl00_cphMain_tblLogin">
<tr><td align="right">院　區</td><td><input type="hidden" name="{a}ddlHosp_ob_state" id="ctl00_cphMain_ddlHosp_ob_state" value="0" /><select name="{a}ddlHosp" id="ctl00_cphMain_ddlHosp" class="ob_iDdl">
	<option selected="selected" value="T0">總院區</option>
	<option value="T2">北護分院</option>
	<option value="Y0">雲林分院</option>
</select></td></tr>
<tr><td align="right">帳　號</td><td>{obout_text(a + "txtID", q.get(a + "txtID"), extra='maxlength="6" tabindex="1" ')}<span id="ctl00_cphMain_rfvID" style="color:Red;display:none;">*請輸入帳號</span></td></tr>
<tr><td align="right">密　碼</td><td>{obout_text(a + "txtPass", "", "password", 'maxlength="32" tabindex="2" ')}<span id="ctl00_cphMain_rfvPw" style="color:Red;display:none;">*請輸入密碼</span></td></tr>
<tr><td align="right">驗證碼<br /><font size="1">(不用區分大小寫)</font></td><td>{obout_text(a + "txtCode", "", extra='maxlength="6" tabindex="3" autocomplete="off" ', width=80)}<img id="ctl00_cphMain_imgCap" src="/CaptchaImage.aspx?guid={guid}" style="border-width:0px;" /><input type="hidden" name="{a}hidGuid" id="ctl00_cphMain_hidGuid" value="{guid}" /> <a id="ctl00_cphMain_lbtNew" href="javascript:__doPostBack('{a}lbtNew','')">換一張圖</a></td></tr>
<tr><td colspan="2" align="center">{obout_button(a + "btnOK", "登　入", "CheckAndSetPassTextBox('ctl00_cphMain_txtPass');", 'tabindex="4" ')}</td></tr>
<tr><td colspan="2"><span id="ctl00_cphMain_lblMsg" style="color:Red;">{message}</span></td></tr></table></td></tr></table>
<script src="/js/passtextbox.js" type="text/javascript"></script>"""
        return self.page("login", "/Login.aspx", body, "Login.aspx", "PORTAL 登入", headers=cookie)

    def portal(self, q: Request) -> Response:
        if fixed := self.static(q):
            return fixed
        if q.path == "/":
            return redirect("/Login.aspx")
        a = "ctl00$cphMain$"
        truth = self.truth
        if q.path == "/Login.aspx":
            if q.method != "POST":
                return self.login(q)
            self.takes(q, **{a + "txtID": "employee_id", a + "txtPass": "portal_password", a + "txtCode": "captcha", a + "ddlHosp": "campus"})
            if not self.fresh(q, "login", "/Login.aspx"):
                return self.bad_state()
            if q.get("__EVENTTARGET") != a + "btnOK":
                return self.login(q)
            good_picture = self.drawn(q.get(a + "hidGuid"), q.get(a + "txtCode"))
            digest = hashlib.md5(truth.portal_password.encode()).hexdigest()
            if not good_picture:
                truth.counts["sign_in_refused"] += 1
                return self.login(q, "圖片文字輸入錯誤!!")
            if q.get(a + "ddlHosp") != "T0" or q.get(a + "txtID") != truth.person.employee_id or q.get(a + "txtPass") != digest:
                truth.counts["sign_in_refused"] += 1
                return self.login(q, "登入失敗：使用者代號或密碼錯誤!!")
            session, sid = secrets.token_hex(12), secrets.token_hex(16).upper()
            self.live[session] = sid
            truth.sessions.add(f"portal:{session}")
            truth.counts["sign_in"] += 1
            return redirect(f"/Main.aspx?SESSION={sid}", ("Set-Cookie", f"ASP.NET_SessionId={session}; path=/; HttpOnly"))
        session = q.cookies.get("ASP.NET_SessionId", "")
        sid = q.query.get("SESSION", "")
        if not sid or self.live.get(session) != sid:
            return Response("<script type=\"text/javascript\">alert('連線逾時，請重新登入');top.location.href='/Login.aspx';</script>")
        if q.path == "/Main.aspx":
            if q.method == "POST":
                self.takes(q)
                if not self.fresh(q, session, q.path):
                    return self.bad_state()
                target, what = q.get("__EVENTTARGET"), q.get("__EVENTARGUMENT")
                if q.has("ctl00$ibtnOut.x") or q.has("ctl00$ibtnOut.y"):
                    del self.live[session]
                    truth.sessions.discard(f"portal:{session}")
                    truth.counts["sign_out_portal"] += 1
                    return redirect("/Login.aspx")
                if target == "ctl00$obTree" and what == "P01":
                    return redirect(f"/Personal/ChgPwd.aspx?SESSION={sid}")
                if target == "ctl00$obTree" and what == "P06":
                    return redirect(f"{self.urls['inner']}/WebApplication/Personal/Contact.aspx?SESSION={sid}")
                return self.main(session, sid, "此功能尚未開放權限")
            return self.main(session, sid)
        if q.path == "/Personal/ChgPwd.aspx":
            return self.change(q, session, sid)
        return Response("<h1>找不到資源。</h1>", 404)

    def main(self, session: str, sid: str, alert: str = "") -> Response:
        def node(key: str, text: str) -> str:
            return f"""<table cellspacing="0" cellpadding="0" class="ob_t2g"><tr><td class="ob_t6"><div class="ob_d4"></div></td><td class="ob_t2" id="tree_{key}"><a href="javascript:__doPostBack('ctl00$obTree','{key}')">{text}</a></td></tr></table>"""

        groups = {"醫療系統": {"M01": "門診系統", "M02": "住院系統"}, "行政系統": {"A01": "差勤系統", "A02": "表單下載"},
                  "個人管理": {"P01": "更改密碼", "P02": "個人簽章提醒設定", "P03": "薪資所得免稅額申報表", "P05": "查詢員工連絡資料", "P06": "維護個人連絡資料", "P07": "個人就醫紀錄查詢", "P08": "權限更改申請(總院)"}}
        tree = "".join(f'<table class="ob_t2g" cellspacing="0"><tr><td class="ob_t6"><img src="/images/minus.gif" onclick="ob_t21(this)" alt="" /></td><td class="ob_t3">{g}</td></tr></table><div class="ob_d5">{"".join(node(k, t) for k, t in e.items())}</div>' for g, e in groups.items())
        body = f"""<div id="TopButtonLogOutDIV" style="float:right"><input type="image" name="ctl00$ibtnOut" id="ctl00_ibtnOut" title="登出" src="/images/logout.gif" alt="登出" style="border-width:0px;" /></div><h3>您好! {self.truth.person.name}</h3><div>總院差勤待簽 0 未核准 0 被駁回 0 / 總院Workflow待簽 0</div>
<table width="100%"><tr><td valign="top" width="220"><div id="ctl00_obTree" class="ob_tree">{tree}</div></td><td valign="top"><div class="ob_gBody"><table id="ctl00_grid1" class="ob_gBody"><tr class="ob_gH"><td>日期</td><td>標題</td></tr><tr class="ob_gR"><td>2007/05/21</td><td>全院公告：請填報「薪資所得免稅額申報表」</td></tr></table></div></td></tr></table>
<script type="text/javascript">function ob_t21(o){{var d=o.parentNode.parentNode.parentNode.parentNode.nextSibling;d.style.display=d.style.display=='none'?'':'none';}}</script>"""
        return self.page(session, "/Main.aspx", body, f"Main.aspx?SESSION={sid}", "功能選單", alert)

    def change(self, q: Request, session: str, sid: str) -> Response:
        a, said, alert = "ctl00$cphMain$", "", ""
        if q.method == "POST":
            self.takes(q, **{a + "txtOld": "old_password", a + "txtNew1": "new_password", a + "txtNew2": "new_password_again"})
            if not self.fresh(q, session, q.path):
                return self.bad_state()
            target = q.get("__EVENTTARGET")
            if target == a + "lbtBack":
                return redirect(f"/Main.aspx?SESSION={sid}")
            if target == a + "lbtOut":
                del self.live[session]
                self.truth.sessions.discard(f"portal:{session}")
                self.truth.counts["sign_out_portal"] += 1
                return redirect("/Login.aspx")
            new = q.get(a + "txtNew1")
            if target == a + "btnSet":
                if q.get(a + "txtOld") != self.truth.portal_password:
                    said = "原密碼輸入錯誤"
                elif new != q.get(a + "txtNew2"):
                    said = "新密碼兩次輸入不同"
                elif len(new) < 8 or not (re.search("[A-Za-z]", new) and re.search(r"\d", new)):
                    said = "密碼強度不足，請依設定條件輸入"
                if said:
                    self.truth.counts["password_refused"] += 1
                else:
                    self.truth.portal_password = new
                    self.truth.counts["password_changed"] += 1
                    alert = "密碼變更完成！"
        body = f"""<div class="title">更改密碼</div><table class="tb" border="1" cellspacing="0">
<tr><td>請輸入舊密碼：</td><td>{obout_text(a + "txtOld", kind="password")}<span id="ctl00_cphMain_cv1" style="color:Red;visibility:hidden;">請輸入舊密碼!</span></td></tr>
<tr><td>請輸入新密碼：</td><td>{obout_text(a + "txtNew1", kind="password", extra='maxlength="20" ')}</td></tr>
<tr><td>請再輸入新密碼：</td><td>{obout_text(a + "txtNew2", kind="password", extra='maxlength="20" ')}<span id="ctl00_cphMain_cv2" style="color:Red;visibility:hidden;">兩次新密碼不符!</span></td></tr>
<tr><td>密碼強度檢核：</td><td><div id="meter" style="width:120px;height:8px;border:solid 1px gray"></div></td></tr>
<tr><td colspan="2">{obout_button(a + "btnSet", "確定修改")}<span id="ctl00_cphMain_lblResult" style="color:Red;">{said}</span></td></tr></table>
<fieldset><legend>密碼設定條件：</legend>1.密碼長度不可少於8個字元<br />2.密碼內容需包含英文及數字</fieldset>
<a id="ctl00_cphMain_lbtBack" href="javascript:__doPostBack('{a}lbtBack','')">回功能選單</a>　<a id="ctl00_cphMain_lbtOut" href="javascript:__doPostBack('{a}lbtOut','')">登出系統</a>"""
        return self.page(session, q.path, body, f"ChgPwd.aspx?SESSION={sid}", "更改密碼", alert)

    # ------------------------------------------------------------ inner pages
    def inner(self, q: Request) -> Response:
        if fixed := self.static(q):
            return fixed
        sid = q.query.get("SESSION", "")
        if not sid or sid not in self.live.values() or q.path != "/WebApplication/Personal/Contact.aspx":
            return Response("<script type=\"text/javascript\">alert('無使用權限或連線逾時');window.close();</script>")
        p = self.truth.person
        n = "NTUHWeb1$"
        keys = {"otbSurname": "english_surname", "otbFirst": "english_given", "otbMiddle": "english_middle", "otbOffice": "office_phone", "otbHome": "home_phone", "otbMobile": "mobile_phone"}
        values = {k: self.truth.saved_contact.get(m, getattr(p, m)) for k, m in keys.items()}
        label = alert = ""
        if q.method == "POST":
            self.takes(q, **{n + "otbMobile": "mobile_phone"})
            if not self.fresh(q, sid, q.path):
                return self.bad_state()
            if q.get("__EVENTTARGET") == n + "lbtSave":
                values = {k: q.get(n + k).strip() for k in keys}
                if not all(q.has(n + k) for k in keys) or not re.fullmatch(r"09\d{8}", values["otbMobile"]):
                    label = "行動電話格式錯誤，未儲存"
                else:
                    self.truth.saved_contact.update({m: values[k] for k, m in keys.items()})
                    self.truth.counts["contact_saved"] += 1
                    alert = "個人連絡資料異動成功"
                    label = "資料已於 " + time.strftime("%Y/%m/%d") + " 儲存"

        def box(key: str, width: int = 110) -> str:
            return obout_text(n + key, values[key], extra=f'maxlength="{10 if key == "otbMobile" else 40}" ', width=width)

        body = f"""<table width="760"><tr><td class="bar">台大醫院---維護個人連絡資料</td><td align="right"><a id="NTUHWeb1_lbtSave" class="ob_link" href="javascript:WebForm_DoPostBackWithOptions(new WebForm_PostBackOptions(&quot;{n}lbtSave&quot;, &quot;&quot;, true, &quot;&quot;, &quot;&quot;, false, true))"><img src="/images/save.gif" border="0" alt="" />異動儲存</a></td></tr></table>
<span id="NTUHWeb1_lblMsg" style="color:Blue;">{label}</span><table border="0" cellspacing="2">
<tr><td>員工編號：</td><td><span id="NTUHWeb1_lblNo">{p.employee_id}</span></td><td>姓名：</td><td><span>{p.name}</span></td></tr>
<tr><td>英文姓：</td><td>{box("otbSurname")}</td><td colspan="2">ex:Chen(陳)</td></tr><tr><td>英文首名：</td><td>{box("otbFirst")}</td><td colspan="2">ex: Yi-Fen(怡芬) (<a href="#" onclick="return false">說明</a>)</td></tr>
<tr><td>英文中名：</td><td>{box("otbMiddle")}</td><td colspan="2">ex:Mary 為英文別名，如無，可不填</td></tr>
<tr><td>辦公室電話：</td><td>{box("otbOffice")}ex:61234或23123456</td><td>住宅電話：</td><td>{box("otbHome")}ex:0223123456</td></tr>
<tr><td>行動電話：</td><td>{box("otbMobile")}</td><td colspan="2">ex:0952000000 (如離職或更換門號，請記得調整此欄位)</td></tr></table>
<a href="{self.urls['portal']}/Main.aspx?SESSION={sid}">回功能選單</a>"""
        return self.page(sid, q.path, body, f"Contact.aspx?SESSION={sid}", "維護個人連絡資料", alert)

    # ------------------------------------------------------------ account site: the session stands in the path
    def account(self, q: Request) -> Response:
        if fixed := self.static(q):
            return fixed
        cut = re.fullmatch(r"/\(S\((\w{24})\)\)/(\w+\.aspx)", q.path)
        if not cut or cut[1] not in self.acc:
            key = secrets.token_hex(12)
            self.acc[key] = {}
            return redirect(f"/(S({key}))/Default.aspx")
        key, name = cut[1], cut[2].lower()
        mine = self.acc[key]
        if q.method == "POST":
            self.takes(q, **{"txtEmp": "employee_id", "wndPhone$txtMobile": "registered_phone", "txtOTP": "code", "chkAgree": "consent", "txtAlias": "alias", "txtNew": "cloud_password", "txtChk": "cloud_password_again"})
            if not self.fresh(q, key, name):
                return self.bad_state()
        target = q.get("__EVENTTARGET") if q.method == "POST" else ""
        if name == "default.aspx":
            return self.first(q, key, target)
        if name == "verify.aspx" and mine.get("for"):
            return self.verify(q, key, mine, target)
        if name in ("setalias.aspx", "resetpwd.aspx", "ok.aspx") and mine.get("proved"):
            if target == "lbtExit":
                del self.acc[key]
                self.truth.sessions.discard(f"account:{key}")
                self.truth.counts["sign_out_account"] += 1
                return redirect("/")
            if name == "ok.aspx":
                return self.page(key, name, f'<div class="ob_box">恭喜您！雲端服務已開通<br />您的信箱：<b>{escape(self.truth.alias)}@ntuh.gov.tw</b><br />服務於設定完成隔日生效</div>{EXIT}', "Ok.aspx", "開通完成")
            return self.alias(q, key, target) if name == "setalias.aspx" else self.renew(q, key, target)
        return redirect(f"/(S({key}))/Default.aspx")

    def first(self, q: Request, key: str, target: str) -> Response:
        alert = ""
        if target in ("btnFirst", "btnReset"):
            if not q.get("chkAgree"):
                alert = "請先勾選已詳閱規範"
            else:
                self.acc[key].clear()
                self.acc[key]["for"] = "SetAlias" if target == "btnFirst" else "ResetPwd"
                self.truth.sessions.discard(f"account:{key}")
                return redirect(f"/(S({key}))/Verify.aspx")
        body = f"""<table width="800" align="center"><tr><td><h2>網路帳號服務</h2><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><p>適用功能：本院雲端服務、電子郵件信箱、VPN、數位學習及院內非Portal之業務</p>
<fieldset><legend>《規範》</legend><ul><li>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</li><li>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置</li></ul>
<input id="chkAgree" type="checkbox" name="chkAgree" onclick="document.getElementById('btnFirst').disabled=document.getElementById('btnReset').disabled=!this.checked;" /><label for="chkAgree">我已詳閱並同意上述規範</label></fieldset>
<fieldset><legend>《常見問題與服務》</legend><dl><dt>密碼修改後多久可以生效</dt><dd>即時生效。</dd><dt>忘記密碼</dt><dd>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</dd></dl></fieldset>
{obout_button("btnFirst", "啟用網路帳號及首次雲端帳號密碼設定", extra='disabled="disabled" ')}<p>啟用本院微軟相關服務，如：Office365, Outlook...</p>{obout_button("btnReset", "重置雲端服務密碼", extra='disabled="disabled" ')}<p>重設非Portal帳號的密碼</p>
{obout_button("btnVpn", "總院廠商VPN展延申請")}</td></tr></table>"""
        return self.page(key, "default.aspx", body, "Default.aspx", "帳號服務", alert)

    def verify(self, q: Request, key: str, mine: dict, target: str) -> Response:
        emp, alert, label = q.get("txtEmp").strip(), "", ""
        if target == "wndPhone$btnSend":
            if emp != self.truth.person.employee_id:
                alert = "查無此員工編號"
            elif q.get("wndPhone$txtMobile").strip() != self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone):
                alert = "輸入之手機門號與登記不符！"
            else:
                mine.update(emp=emp, code=self.truth.new_message(), at=time.time())
                alert = "動態碼簡訊發送成功\\n成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"
        elif target == "btnNext":
            late = bool(mine.get("code")) and time.time() - mine["at"] > 120
            if late or not mine.get("code") or emp != mine.get("emp") or q.get("txtOTP").strip() != mine["code"]:
                self.truth.counts["code_refused"] += 1
                label = "動態碼已超過2分鐘，請重新取得" if late else "動態碼錯誤，身分驗證未通過"
            else:
                self.truth.counts["code_accepted"] += 1
                self.truth.sessions.add(f"account:{key}")
                where = mine["for"]
                mine.clear()
                mine["proved"] = where
                return redirect(f"/(S({key}))/{where}.aspx")
        title = "啟用網路帳號及首次雲端帳號密碼設定" if mine["for"] == "SetAlias" else "重置雲端服務密碼"
        body = f"""<div class="note"><b>注意事項</b><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div>
<table border="1" cellspacing="0"><caption>{title}</caption><tr><td>網路帳號 / 主職員工編號</td><td>{obout_text("txtEmp", emp, extra='maxlength="6" ')}</td><td><div class="ob_iBC"><input type="button" value="發送簡訊動態碼" class="ob_iBOv" onclick="wndPhone.Open();" /></div></td></tr>
<tr><td>簡訊(或MOTP)動態碼</td><td>{obout_text("txtOTP", extra='maxlength="6" autocomplete="off" ')}</td><td><span id="lblErr" style="color:Red">{label}</span></td></tr><tr><td colspan="3" align="right">{obout_button("btnNext", "下一步")}</td></tr></table>
<div id="wndPhone" class="ob_window" style="display:none;position:absolute;left:220px;top:160px;border:solid 2px #369;background:#fff;padding:12px"><div class="ob_wTitle">Owindow</div><table><tr><td>請輸入帳號登記的手機門號(10碼)</td></tr><tr><td>{obout_text("wndPhone$txtMobile", extra='maxlength="10" ')}</td></tr><tr><td>{obout_button("wndPhone$btnSend", "確定發送")}<input type="button" value="取消" onclick="wndPhone.Close();" /></td></tr></table></div>
<script type="text/javascript">
var wndPhone = {{ el: document.getElementById('wndPhone'), Open: function() {{ this.el.style.display = 'block'; }}, Close: function() {{ this.el.style.display = 'none'; }} }};
</script>"""
        return self.page(key, "verify.aspx", body, "Verify.aspx", title, alert)

    def alias(self, q: Request, key: str, target: str) -> Response:
        t, p, said = self.truth, self.truth.person, ""
        if self.acc[key]["proved"] != "SetAlias":
            return redirect(f"/(S({key}))/Default.aspx")
        if target == "btnCancel":
            return redirect(f"/(S({key}))/Default.aspx")
        if target == "btnEnable":
            name, word = q.get("txtAlias").strip(), q.get("txtNew")
            if t.alias:
                said = "您已設定過，無法再次啟用！"
            elif not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._\-]{0,63}", name):
                said = "電子郵件名稱不合規定(限英文、數字、. _ -)"
            elif name.lower() == "taken.name":
                said = "電子郵件名稱重複，請更換"
            elif len(word) < 8 or not re.search("[A-Za-z]", word) or not re.search(r"\d", word):
                said = "密碼須8碼以上並含英文及數字"
            elif word != q.get("txtChk"):
                said = "確認密碼不符"
            else:
                t.alias, t.cloud_password = name, word
                t.counts["activated"] += 1
                return redirect(f"/(S({key}))/Ok.aspx")
        facts = "".join(f'<tr><td class="h">{k}</td><td><span id="lbl{i}">{escape(v)}</span></td></tr>' for i, (k, v) in enumerate((("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until))))
        if t.alias:
            rest = f'<tr><td class="h">雲端服務帳號 (電子郵件名稱)</td><td><b>{escape(t.alias)}@ntuh.gov.tw</b></td></tr><tr><td colspan="2"><span style="color:Green">本帳號之雲端服務業已啟用，別名不得修改。</span></td></tr>'
        else:
            rest = f"""<tr><td class="h">雲端服務帳號<br />(電子郵件名稱)</td><td>{obout_text("txtAlias", q.get("txtAlias"), extra='maxlength="64" ')}@ntuh.gov.tw 名稱長度限64字元內</td></tr><tr><td class="h">密碼</td><td>{obout_text("txtNew", kind="password")}</td></tr><tr><td class="h">確認密碼</td><td>{obout_text("txtChk", kind="password")}</td></tr>
<tr><td colspan="2" align="center">{obout_button("btnCancel", "取消啟用")}{obout_button("btnEnable", "啟用雲端服務")}<br />服務於設定完成隔日生效</td></tr>"""
        return self.page(key, "setalias.aspx", f"""<h3>設定密碼與郵件別名</h3><table border="1" cellspacing="0"><caption>啟用網路帳號及首次雲端帳號密碼設定</caption>{facts}{rest}</table><span id="lblMsg" style="color:Red">{said}</span>{EXIT}""", "SetAlias.aspx", "設定密碼與郵件別名")

    def renew(self, q: Request, key: str, target: str) -> Response:
        said, word = "", q.get("txtNew")
        if self.acc[key]["proved"] != "ResetPwd":
            return redirect(f"/(S({key}))/Default.aspx")
        if target == "btnRenew":
            if not self.truth.alias:
                said = "從未使用請先【啟用網路帳號】"
            elif len(word) < 8 or not re.search("[A-Za-z]", word) or not re.search(r"\d", word) or word != q.get("txtChk"):
                said = "密碼不合規定或兩次不同"
            else:
                self.truth.cloud_password = word
                said = "雲端服務密碼重置完成"
        return self.page(key, "resetpwd.aspx", f"""<h3>重置雲端服務密碼</h3><span style="color:Red">{said}</span><table><tr><td>新密碼</td><td>{obout_text("txtNew", kind="password")}</td></tr><tr><td>確認密碼</td><td>{obout_text("txtChk", kind="password")}</td></tr><tr><td colspan="2">{obout_button("btnRenew", "確定重置")}</td></tr></table>{EXIT}""", "ResetPwd.aspx", "重置雲端服務密碼")

    # ------------------------------------------------------------ webmail
    def mail(self, q: Request) -> Response:
        if fixed := self.static(q):
            return fixed
        me = q.cookies.get("OWSESSION", "")
        if q.path == "/inbox.aspx" and me in self.mails:
            if q.method == "POST":
                self.takes(q)
                if not self.fresh(q, me, q.path):
                    return self.bad_state()
                if q.get("__EVENTTARGET") == "lnkLogout":
                    self.mails.discard(me)
                    self.truth.sessions.discard(f"mail:{me}")
                    self.truth.counts["sign_out_mail"] += 1
                    return redirect("/logon.aspx")
            return self.page(me, q.path, f"""<div>{escape(self.truth.alias)}@ntuh.gov.tw <a id="lnkLogout" href="javascript:__doPostBack('lnkLogout','')">登出信箱</a></div><table class="ob_gBody"><tr><td>寄件者</td><td>主旨</td></tr><tr><td>系統管理員</td><td>信箱啟用通知</td></tr></table>""", "inbox.aspx", "收件匣")
        if q.path != "/logon.aspx":
            return redirect("/logon.aspx")
        said = ""
        if q.method == "POST":
            self.takes(q, otbUser="mail_account", otbPwd="mail_password", otbCap="captcha")
            if not self.fresh(q, "logon", q.path):
                return self.bad_state()
            if not self.drawn(q.get("hidGuid"), q.get("otbCap")):
                said = "驗證碼輸入錯誤"
            elif not self.truth.alias or q.get("otbUser").strip().lower().split("@")[0] != self.truth.alias.lower() or q.get("otbPwd") != self.truth.cloud_password:
                said = "帳號密碼錯誤"
            else:
                me = secrets.token_hex(12)
                self.mails.add(me)
                self.truth.sessions.add(f"mail:{me}")
                self.truth.counts["mail_sign_in"] += 1
                return redirect("/inbox.aspx", ("Set-Cookie", f"OWSESSION={me}; path=/; HttpOnly"))
        guid = self.draw("abcdefghijkmnpqrstuvwxyz23456789")
        body = f"""<table align="center"><tr><td>帳號:</td><td>{obout_text("otbUser", q.get("otbUser"))}</td></tr><tr><td>密碼:</td><td>{obout_text("otbPwd", kind="password")}</td></tr><tr><td>驗證碼(小寫字母或數字):</td><td>{obout_text("otbCap", extra='maxlength="6" autocomplete="off" ')}<img src="CaptchaImage.aspx?guid={guid}" alt="" /><input type="hidden" name="hidGuid" value="{guid}" /></td></tr>
<tr><td colspan="2"><input id="chkKeep" type="checkbox" name="chkKeep" /><label for="chkKeep">記住登入資訊 (公用電腦請勿勾選)</label></td></tr><tr><td colspan="2">{obout_button("btnLogon", "登入")}<span style="color:Red">{said}</span></td></tr></table><fieldset><legend>公佈欄</legend>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}/">https://help.ntuh.gov.tw/</a></fieldset>"""
        return self.page("logon", q.path, body, "logon.aspx", "電子郵件系統")


EXIT = """<p><a id="lbtExit" href="javascript:__doPostBack('lbtExit','')">離開系統</a></p>"""

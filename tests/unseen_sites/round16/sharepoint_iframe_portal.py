"""A SharePoint site collection whose page viewer web parts show the HR system in an iframe; OWA beside it."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from html import escape

from truth import Request, Response, Site, picture, redirect

MD5 = r"""
function hexmd5(t){var s=unescape(encodeURIComponent(t)),n=s.length,i,j,x=[],K=[],R=[7,12,17,22,5,9,14,20,4,11,16,23,6,10,15,21];
for(i=0;i<64;i++){K[i]=Math.floor(Math.abs(Math.sin(i+1))*4294967296)|0;}
for(i=0;i<((n+8>>6)+1)*16;i++){x[i]=0;}
for(i=0;i<n;i++){x[i>>2]|=s.charCodeAt(i)<<(i%4*8);}
x[n>>2]|=128<<(n%4*8);x[((n+8>>6)+1)*16-2]=n*8;
var a=1732584193,b=-271733879,c=-1732584194,d=271733878;
for(i=0;i<x.length;i+=16){var A=a,B=b,C=c,D=d,f,g,r,m,q;
for(j=0;j<64;j++){q=j>>4;
if(q==0){f=(B&C)|(~B&D);g=j;}else if(q==1){f=(D&B)|(~D&C);g=(5*j+1)%16;}else if(q==2){f=B^C^D;g=(3*j+5)%16;}else{f=C^(B|~D);g=(7*j)%16;}
m=R[q*4+j%4];r=(A+f+K[j]+x[i+g])|0;A=D;D=C;C=B;B=(B+((r<<m)|(r>>>(32-m))))|0;}
a=(a+A)|0;b=(b+B)|0;c=(c+C)|0;d=(d+D)|0;}
var o='',w=[a,b,c,d];for(i=0;i<16;i++){o+=('0'+((w[i>>2]>>>(i%4*8))&255).toString(16)).slice(-2);}return o;}
function CheckAndSetPassTextBox(id){var p=document.getElementById(id);if(p.value!=''){p.value=hexmd5(p.value);}return true;}
"""
POSTBACK = """
var theForm=document.forms['aspnetForm'];
function __doPostBack(eventTarget,eventArgument){theForm=document.forms['aspnetForm'];theForm.__EVENTTARGET.value=eventTarget;theForm.__EVENTARGUMENT.value=eventArgument;theForm.submit();}
function PreSaveItem(){return true;}
"""
MAIN = "ctl00$PlaceHolderMain$"
CONTACT = {"english_surname": ("g_5f2e$ff11", "英文姓：", "ex:Chen(陳)", 20), "english_given": ("g_5f2e$ff21", "英文首名：", "ex: Yi-Fen(怡芬) (說明)", 30),
           "english_middle": ("g_5f2e$ff31", "英文中名：", "ex:Mary 為英文別名，如無，可不填", 30), "office_phone": ("g_5f2e$ff41", "辦公室電話：", "ex:61234或23123456", 12),
           "home_phone": ("g_5f2e$ff51", "住宅電話：", "ex:0223123456", 12), "mobile_phone": ("g_5f2e$ff61", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", 10)}


def box(short: str, value: str = "", kind: str = "text", most: int = 50, title: str = "") -> str:
    name = MAIN + short
    return f'<input name="{name}" type="{kind}" maxlength="{most}" id="{name.replace("$", "_")}" title="{title}" value="{escape(value)}" class="ms-long ms-spellcheck-true" />'


def button(short: str, text: str, before: str = "") -> str:
    name = MAIN + short
    return f'<input type="submit" name="{name}" value="{text}" id="{name.replace("$", "_")}" class="ms-ButtonHeightWidth" accesskey="O" onclick="{before}" />'


def line(head: str, body: str) -> str:
    return (f'<tr><td nowrap="true" valign="top" width="190px" class="ms-formlabel"><h3 class="ms-standardheader"><nobr>{head}</nobr></h3></td>'
            f'<td valign="top" class="ms-formbody"><span dir="none">{body}</span></td></tr>\n')


class TheSite(Site):
    title = "sharepoint_iframe_portal"

    def __init__(self) -> None:
        super().__init__()
        self.states: dict[str, tuple[str, str]] = {}
        self.guests: dict[str, dict] = {}

    def guest(self, q: Request, cookie: str) -> tuple[str, dict]:
        sid = q.cookies.get(cookie, "")
        if self.guests.get(sid, {}).get("cookie") != cookie:
            sid = secrets.token_hex(16)
            self.guests[sid] = {"cookie": cookie}
        return sid, self.guests[sid]

    def postback(self, q: Request, page: str, sid: str) -> bool:
        """Each state is good once, for its own page and visitor, with its own validation value and a digest."""
        state = q.get("__VIEWSTATE")
        return (self.states.pop(state, None) == (page, sid) and q.get("__EVENTVALIDATION") == hashlib.sha1(state.encode()).hexdigest()
                and q.get("__REQUESTDIGEST").startswith("0x"))

    def pressed(self, q: Request, short: str) -> bool:
        return q.has(MAIN + short) or q.get("__EVENTTARGET") == MAIN + short

    def master(self, page: str, sid: str, cookie: str, title: str, main: str, *, action: str, nav: str = "", dialog: bool = False, script: str = "", told: str = "") -> Response:
        state = "/wEP" + secrets.token_urlsafe(60)
        self.states[state] = (page, sid)
        chrome = "" if dialog else f"""<div id="suiteBar" class="ms-dialogHidden"><span class="ms-core-brandingText">SharePoint</span> <span>台大醫院入口網</span>
<div id="searchInputBox" class="ms-webpart-zone"><input type="text" value="搜尋此網站..." maxlength="2048" accesskey="S" title="搜尋此網站..." id="SmallSearch_sbox" name="ctl00$SmallSearch$S3031AEBB_InputKeywords" class="ms-textSmall" onfocus="if(this.value=='搜尋此網站...')this.value='';" autocomplete="off" />
<a title="搜尋" href="javascript:{{}}" class="ms-srch-sb-searchLink">&#128269;</a></div></div>
<div id="sideNavBox" class="ms-dialogHidden ms-core-navigation" role="navigation">{nav}</div>"""
        bar = f'<div id="pageStatusBar" class="s4-status-s1" role="alert"><span>{told}</span></div>' if told else '<div id="pageStatusBar"></div>'
        return Response(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns:o="urn:schemas-microsoft-com:office:office" lang="zh-tw" dir="ltr">
<head><meta name="GENERATOR" content="Microsoft SharePoint" /><meta http-equiv="Content-type" content="text/html; charset=utf-8" /><title>
\t{title}
</title><style type="text/css">.ms-formlabel{{color:#555}}.s4-status-s1{{background:#FDEEB5;padding:4px}}.ms-dlgFrame{{border:2px solid #0072C6;width:520px;height:240px}}#sideNavBox li{{list-style:none}}</style></head>
<body onload="if (typeof(_spBodyOnLoadWrapper) != 'undefined') _spBodyOnLoadWrapper();">
<form method="post" action="{action}" id="aspnetForm" onsubmit="if (typeof(_spFormOnSubmitWrapper) != 'undefined') {{return _spFormOnSubmitWrapper();}} else {{return true;}}">
<div class="aspNetHidden">
<input type="hidden" name="_wpcmWpid" id="_wpcmWpid" value="" /><input type="hidden" name="MSOWebPartPage_PostbackSource" id="MSOWebPartPage_PostbackSource" value="" />
<input type="hidden" name="__REQUESTDIGEST" id="__REQUESTDIGEST" value="0x{secrets.token_hex(32).upper()},30 Nov 2026 05:41:50 -0000" />
<input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" /><input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{state}" /><input type="hidden" name="__VIEWSTATEGENERATOR" value="BAB98CB3" />
<input type="hidden" name="__EVENTVALIDATION" id="__EVENTVALIDATION" value="{hashlib.sha1(state.encode()).hexdigest()}" />
</div>
<script type="text/javascript">
//<![CDATA[
{POSTBACK}{script}
//]]>
</script>
<div id="s4-workspace"><div id="s4-bodyContainer">{chrome}
<div id="contentRow"><h1 id="pageTitle" class="ms-core-pageTitle">{title}</h1>{bar}
<div id="DeltaPlaceHolderMain"><a name="mainContent"></a>
{main}
</div></div></div></div></form></body></html>""", headers=[("Set-Cookie", f"{cookie}={sid}; path=/; HttpOnly"), ("Cache-Control", "private, max-age=0"), ("X-SharePointHealthScore", "0")])

    def error(self, back: str) -> Response:
        return Response(f'<html><body><h1>抱歉，發生錯誤</h1><p>此頁面的安全性驗證無效，請按 <a href="{back}" target="_self">這裡</a> 重新整理頁面後再試一次。</p><p>Correlation ID: {secrets.token_hex(8)}</p></body></html>', 403)

    # ---- portal
    def portal(self, q: Request) -> Response:
        t = self.truth
        sid, g = self.guest(q, "SPSID")
        inside = "portal:" + sid in t.sessions
        if q.path == "/_layouts/15/NTUH/VerifyImage.ashx":
            g["word"] = t.new_captcha()
            return Response(picture(g["word"]), kind="image/gif", headers=[("Cache-Control", "no-store")])
        if q.path == "/_login/default.aspx":
            return self.sign_in(q, sid, g)
        if q.path == "/_layouts/15/SignOut.aspx":
            if inside:
                t.sessions.discard("portal:" + sid)
                t.counts["sign_out_portal"] += 1
            return Response('<html><head><meta charset="utf-8"><title>登出</title></head><body><h3>您已登出。</h3><p>基於安全性，請關閉瀏覽器。</p><a href="/">返回網站</a></body></html>', headers=[("Set-Cookie", "FedAuth=; path=/; Max-Age=0")])
        if not inside:
            if q.path.startswith("/_layouts/15/Authenticate.aspx"):
                return redirect("/_login/default.aspx?ReturnUrl=%2f_layouts%2f15%2fAuthenticate.aspx%3fSource%3d%252F&Source=%2F", ("Set-Cookie", f"SPSID={sid}; path=/; HttpOnly"))
            return redirect("/_layouts/15/Authenticate.aspx?Source=%2F")
        if q.path == "/sites/portal/SitePages/HRApp.aspx" and q.query.get("view") in ("pwd", "contact"):
            page = "Password.aspx" if q.query["view"] == "pwd" else "Contact.aspx"
            frame = (f'<div class="ms-webpart-chrome ms-webpart-chrome-fullWidth" id="MSOZoneCell_WebPartWPQ2"><iframe id="MSOPageViewerWebPart_WebPartWPQ2" frameborder="0" title="人事系統" height="640" width="100%" '
                     f'src="{self.urls["inner"]}/HR/{page}?SESSION={sid}&amp;IsDlg=1"><div class="UserGeneric">您的瀏覽器不支援 IFRAME</div></iframe></div>')
            return self.master("frame", sid, "SPSID", "人事資訊系統", frame, action=q.path, nav=self.launch())
        told = "存取遭拒：您沒有使用此功能的權限。" if q.path.endswith("AccessDenied.aspx") else ""
        if q.path != "/sites/portal/SitePages/Home.aspx" and not told:
            return redirect("/sites/portal/SitePages/Home.aspx")
        parts = (f'<div class="ms-webpart-titleText">歡迎</div><p>{t.person.name} 您好! 總院差勤待簽 0 未核准 0 被駁回 0</p><div class="ms-webpart-titleText">全院公告 2</div>'
                 '<table class="ms-listviewtable"><tr class="ms-viewheadertr"><th>日期</th><th>標題</th></tr><tr><td>2019/10/21</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr></table>'
                 f'<iframe title="天氣" width="200" height="60" src="{self.urls["inner"]}/HR/Weather.htm"></iframe>')
        return self.master("home", sid, "SPSID", "首頁 - 台大醫院入口網", parts, action="/sites/portal/SitePages/Home.aspx", nav=self.launch(), told=told)

    def launch(self) -> str:
        deny = "/_layouts/15/AccessDenied.aspx"
        groups = (("醫療系統", ((deny, "門診系統"), (deny, "住院系統"))), ("數位學習", ((deny, "TMS"),)), ("行政系統", ((deny, "差勤系統"), (deny, "表單下載"))),
                  ("個人管理", (("/sites/portal/SitePages/HRApp.aspx?view=pwd", "更改密碼"), (deny, "個人簽章提醒設定"), (deny, "員工待遇福利查詢"), (deny, "查詢員工連絡資料"),
                            ("/sites/portal/SitePages/HRApp.aspx?view=contact", "維護個人連絡資料"), (deny, "個人就醫紀錄查詢"), (deny, "個人追蹤名單"))))
        items = "".join(f'<li class="static"><span class="menu-item-text">{h}</span><ul class="static">' + "".join(
            f'<li class="static"><a class="static menu-item ms-core-listMenu-item" tabindex="0" href="{a}"><span class="additional-background ms-navedit-flyoutArrow"><span class="menu-item-text">{b}</span></span></a></li>' for a, b in ls) + "</ul></li>" for h, ls in groups)
        return f'<ul class="root ms-core-listMenu-root static">{items}</ul><div><a href="/sites/portal/SitePages/Home.aspx">網站內容</a> | <a id="zz4_ID_Logout" href="/_layouts/15/SignOut.aspx">登出</a></div>'

    def sign_in(self, q: Request, sid: str, g: dict) -> Response:
        t, told = self.truth, ""
        pre = MAIN + "signInControl$"
        if q.method == "POST":
            self.takes(q, **{pre + "ddlHospital": "campus", pre + "UserName": "employee_id", pre + "password": "portal_password", pre + "VerifyCode": "captcha"})
            want, t.captcha = t.captcha, ""
            if not self.postback(q, "signin", sid):
                return self.error("/_login/default.aspx")
            if self.pressed(q, "signInControl$login"):
                digest = hashlib.md5(t.portal_password.encode()).hexdigest()
                if q.get(pre + "ddlHospital") not in ("T0", "T2", "T3", "T4", "T5", "Y0") or q.get(pre + "ddlMode") != "P":
                    told = "此院區或登入方式目前無法使用。"
                elif not want or g.get("word") != want or q.get(pre + "VerifyCode").strip().upper() != want:
                    told = "伺服器無法讓您登入。您輸入的驗證碼與圖片不相符。"
                    t.counts["sign_in_refused"] += 1
                elif q.get(pre + "UserName").strip() != t.person.employee_id or q.get(pre + "password") != digest:
                    told = "伺服器無法讓您登入。請確定您的使用者名稱與密碼正確無誤，再試一次。"
                    t.counts["sign_in_refused"] += 1
                else:
                    t.sessions.add("portal:" + sid)
                    t.counts["sign_in"] += 1
                    to = f"/sites/portal/SitePages/Home.aspx?SESSION={sid}"
                    return Response(f'<html><head><meta charset="utf-8"><title>正在進行…</title><script type="text/javascript">window.location.href=\'{to}\';</script></head><body>正在登入，請稍候。<noscript><a href="{to}">繼續</a></noscript></body></html>',
                                    headers=[("Set-Cookie", f"FedAuth=77u_{secrets.token_urlsafe(40)}; path=/; HttpOnly"), ("Set-Cookie", f"SPSID={sid}; path=/; HttpOnly")])
        opts = "".join(f'<option{" selected=" + chr(34) + "selected" + chr(34) if v == "T0" else ""} value="{v}">{n}</option>' for v, n in (("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("T4", "新竹分院"), ("T5", "竹東分院"), ("Y0", "雲林分院")))
        main = f"""<table id="ctl00_PlaceHolderMain_signInControl" cellspacing="0" cellpadding="0" style="border-collapse:collapse;"><tr><td><table class="ms-input" cellspacing="0">
{line('登入方式', f'<select name="{pre}ddlMode"><option selected="selected" value="P">員工帳號密碼</option><option value="C">憑證卡</option></select>')}
{line('院區', f'<select name="{pre}ddlHospital">{opts}</select>')}{line('帳號&nbsp;:', box('signInControl$UserName', most=6, title='使用者名稱'))}{line('密碼&nbsp;:', box('signInControl$password', kind='password', most=20, title='密碼'))}
{line('驗證碼&nbsp;:', box('signInControl$VerifyCode', most=6) + ' (不用區分大小寫)<br /><img src="/_layouts/15/NTUH/VerifyImage.ashx?r=' + secrets.token_hex(4) + '" alt="" border="0" />')}
{line('', f'<span><input type="radio" name="{pre}rbl" value="0" checked="checked" />醫療相關選單<br /><input type="radio" name="{pre}rbl" value="1" />行政系統選單<br /><input type="radio" name="{pre}rbl" value="2" />門診系統</span>')}
<tr><td colspan="2"><input id="ctl00_chk" type="checkbox" name="{pre}RememberMe" /><label for="ctl00_chk">自動讓我登入</label></td></tr>
<tr><td align="right" colspan="2">{button('signInControl$login', '登入', "return CheckAndSetPassTextBox('ctl00_PlaceHolderMain_signInControl_password');")}</td></tr></table></td></tr></table>"""
        return self.master("signin", sid, "SPSID", "登入 National Taiwan University Hospital", main, action="/_login/default.aspx?ReturnUrl=%2f_layouts%2f15%2fAuthenticate.aspx&amp;Source=%2F", script=MD5, told=told)

    # ---- inner, what the iframe shows
    def inner(self, q: Request) -> Response:
        t, owner = self.truth, q.query.get("SESSION", "")
        if q.path == "/HR/Weather.htm":
            return Response('<html><meta charset="utf-8"><body style="font-size:9pt">台北 22°C 多雲</body></html>')
        if q.method == "POST":
            self.takes(q, **{MAIN + "txtOld": "old_password", MAIN + "txtNew": "new_password", MAIN + "txtNew2": "new_password_again", MAIN + "g_5f2e$ff61": "mobile_phone"})
        if "portal:" + owner not in t.sessions:
            return Response(f'<html><meta charset="utf-8"><body>登入逾時，<a href="{self.urls["portal"]}/" target="_top">請重新登入</a></body></html>')
        here = f"{q.path}?SESSION={owner}&amp;IsDlg=1"
        away = (f'<p><a href="{self.urls["portal"]}/sites/portal/SitePages/Home.aspx" target="_top">回功能選單</a>&nbsp;&nbsp;<a href="{self.urls["portal"]}/_layouts/15/SignOut.aspx" target="_top">登出系統</a></p>')
        told = ""
        if q.path == "/HR/Password.aspx":
            if q.method == "POST":
                if not self.postback(q, "pwd", owner):
                    return self.error(here)
                if self.pressed(q, "btnOK"):
                    new = q.get(MAIN + "txtNew")
                    if q.get(MAIN + "txtOld") != t.portal_password:
                        told = "變更失敗：舊密碼不正確。"
                    elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                        told = "變更失敗：新密碼未符合設定條件。"
                    elif new != q.get(MAIN + "txtNew2"):
                        told = "變更失敗：兩次輸入的新密碼不相同。"
                    t.counts["password_refused" if told else "password_changed"] += 1
                    if not told:
                        t.portal_password, told = new, "您的密碼變更作業已完成。"
            main = ('<table class="ms-formtable" border="0" width="100%">' + line("請輸入舊密碼：", box("txtOld", kind="password", most=20)) + line("請輸入新密碼：", box("txtNew", kind="password", most=20))
                    + line("請再輸入新密碼：", box("txtNew2", kind="password", most=20)) + line("密碼強度檢核：", '<span id="pwdbar">&nbsp;</span>') + line("密碼設定條件：", "1.密碼長度不可少於8個字元<br />2.密碼內容需包含英文及數字")
                    + f'</table><div align="right">{button("btnOK", "確定")} <input type="reset" value="取消" /></div>' + away)
            return self.master("pwd", owner, "HRSID", "更改密碼", main, action=here, dialog=True, told=told)
        if q.path != "/HR/Contact.aspx":
            return Response("404 FILE NOT FOUND", 404)
        if q.method == "POST":
            if not self.postback(q, "contact", owner):
                return self.error(here)
            if self.pressed(q, "toolBarTbl$SaveItem"):
                got = {k: q.get(MAIN + f[0]).strip() for k, f in CONTACT.items()}
                if not all(q.has(MAIN + f[0]) and len(got[k]) <= f[3] for k, f in CONTACT.items()) or not re.fullmatch(r"09\d{8}", got["mobile_phone"]):
                    told = "未儲存：行動電話必須為10碼數字。"
                elif not re.fullmatch(r"[A-Za-z '-]+", got["english_surname"]) or not re.fullmatch(r"[A-Za-z '-]+", got["english_given"]):
                    told = "未儲存：英文姓名只接受英文字母。"
                else:
                    t.saved_contact, told = got, "項目已更新，您的連絡資料已寫入人事系統。"
                    t.counts["contact_saved"] += 1
        now = {k: t.saved_contact.get(k, getattr(t.person, k)) for k in CONTACT}
        save = MAIN + "toolBarTbl$SaveItem"
        main = (f'<table class="ms-formtoolbar"><tr><td><input type="button" name="{save}" id="{save.replace("$", "_")}" value="異動儲存" class="ms-ButtonHeightWidth" onclick="if (!PreSaveItem()) return false;__doPostBack(&#39;{save}&#39;,&#39;&#39;)" /></td></tr></table>'
                f'<table class="ms-formtable">{line("員工編號：", t.person.employee_id)}{line("姓名：", t.person.name)}' + "".join(line(f[1], box(f[0], now[k], most=f[3], title=f[1].strip("：")) + f" {f[2]}") for k, f in CONTACT.items()) + "</table>" + away)
        return self.master("contact", owner, "HRSID", "台大醫院---維護個人連絡資料", main, action=here, dialog=True, told=told)

    # ---- account site
    def account(self, q: Request) -> Response:
        t, me = self.truth, self.truth.person
        sid, g = self.guest(q, "NetAccSID")
        proved = "account:" + sid in t.sessions
        if q.method == "POST":
            self.takes(q, **{MAIN + "txtAccount": "employee_id", MAIN + "txtOTP": "code", MAIN + "txtPhone": "registered_phone", MAIN + "txtAlias": "alias", MAIN + "txtCloud": "cloud_password", MAIN + "txtCloud2": "cloud_password_again"})
        root = "/sites/netacc/SitePages/"
        page = q.path.removeprefix(root).removesuffix(".aspx")
        if q.path == "/_layouts/15/NetAcc/Phone.aspx" and g.get("emp") == me.employee_id:
            return self.phone(q, sid, g)
        if q.path == "/_layouts/15/NetAcc/Leave.aspx":
            if proved:
                t.sessions.discard("account:" + sid)
                t.counts["sign_out_account"] += 1
            g.pop("goal", None)
            return redirect(root + "Home.aspx")
        if page == "Verify" and (q.query.get("act") in ("new", "reset")):
            if q.query["act"] != g.get("goal"):
                g.update(goal=q.query["act"], emp="", code="", at=0.0)
            return self.verify(q, sid, g)
        if page in ("Setup", "Reset") and proved:
            return self.setup(q, sid, g, page)
        if page != "Home":
            return redirect(root + "Home.aspx", ("Set-Cookie", f"NetAccSID={sid}; path=/; HttpOnly"))
        tile = '<div class="ms-promlink-body"><div class="ms-tileview-tile-root"><a class="ms-tileview-tile-detailsListMedium" href="{}"><img src="/_layouts/15/images/tile.png" alt="" />{}</a><p>{}</p></div></div>'
        main = ("<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><p>適用功能：本院雲端服務、電子郵件信箱、VPN、數位學習及院內非Portal之業務</p><h2>《規範》</h2><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p>"
                "<ul><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul><h2>《常見問題與服務》</h2><p><b>密碼修改後多久可以生效</b><br />即時生效。</p><p><b>忘記密碼</b><br />請親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p>"
                + tile.format(root + "Verify.aspx?act=new", "啟用網路帳號及首次雲端帳號密碼設定", "啟用本院微軟相關服務，如：Office365, Outlook...") + tile.format(root + "Verify.aspx?act=reset", "重置雲端服務密碼", "重設非Portal帳號的密碼：Email, 無線網路, KM, VPN密碼") + tile.format(root + "Home.aspx", "總院廠商VPN展延申請", "總院廠商VPN到期，重新啟用申請。"))
        return self.master("acchome", sid, "NetAccSID", "網路帳號服務", main, action=root + "Home.aspx")

    def verify(self, q: Request, sid: str, g: dict) -> Response:
        t, me, told, dialog = self.truth, self.truth.person, "", ""
        here = f"/sites/netacc/SitePages/Verify.aspx?act={g['goal']}"
        if q.method == "POST":
            if not self.postback(q, "verify", sid):
                return self.error(here)
            g["emp"] = q.get(MAIN + "txtAccount").strip()
            if self.pressed(q, "lnkSend"):
                if g["emp"] == me.employee_id:
                    dialog = ('<div class="ms-dlgContent" id="DialogFrame1" role="dialog"><div class="ms-dlgTitle">身分驗證</div><iframe class="ms-dlgFrame" id="dlgFrame" frameborder="0" src="/_layouts/15/NetAcc/Phone.aspx?IsDlg=1"></iframe></div>')
                else:
                    told = "目錄中找不到此網路帳號。"
            elif self.pressed(q, "btnNext"):
                same = bool(g["code"]) and q.get(MAIN + "txtOTP").strip() == g["code"] and g["emp"] == me.employee_id
                if same and time.time() - g["at"] <= 120:
                    g["code"] = ""
                    t.sessions.add("account:" + sid)
                    t.counts["code_accepted"] += 1
                    return redirect("/sites/netacc/SitePages/" + ("Reset.aspx" if g["goal"] == "reset" else "Setup.aspx"))
                t.counts["code_refused"] += 1
                told = "此動態碼已過有效時間，請重新發送。" if same else "無法驗證：動態碼不符。"
        send = MAIN + "lnkSend"
        main = ('<div class="ms-wpContentDivSpace"><b>注意事項</b><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div><table class="ms-formtable">'
                + line("網路帳號 / 主職員工編號", box("txtAccount", g["emp"], most=6) + f' <a id="{send.replace("$", "_")}" class="ms-heroCommandLink" href="javascript:__doPostBack(&#39;{send}&#39;,&#39;&#39;)">發送簡訊動態碼</a>')
                + line("簡訊(或MOTP)動態碼", box("txtOTP", most=8)) + f'</table><div align="right">{button("btnNext", "下一步")} <a href="/sites/netacc/SitePages/Home.aspx">回上頁</a></div>{dialog}')
        return self.master("verify", sid, "NetAccSID", "重置雲端服務密碼" if g["goal"] == "reset" else "啟用網路帳號及首次雲端帳號密碼設定", main, action=here, told=told)

    def phone(self, q: Request, sid: str, g: dict) -> Response:
        t, told = self.truth, ""
        here = "/_layouts/15/NetAcc/Phone.aspx?IsDlg=1"
        back = f"/sites/netacc/SitePages/Verify.aspx?act={g.get('goal', 'new')}"
        if q.method == "POST":
            if not self.postback(q, "phone", sid):
                return self.error(here)
            if self.pressed(q, "btnSend"):
                if q.get(MAIN + "txtPhone").strip() == t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                    g.update(code=t.new_message(), at=time.time())
                    main = f'<h2>動態碼簡訊發送成功</h2><p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p><p><a class="ms-ButtonHeightWidth" href="{back}" target="_parent">確定</a></p>'
                    return self.master("sent", sid, "NetAccSID", "訊息", main, action=here, dialog=True)
                told = "您輸入的門號並非登記的門號，請重新輸入。"
        main = f'<table class="ms-formtable">{line("請輸入帳號登記的手機門號(10碼)", box("txtPhone", most=10))}</table>{button("btnSend", "確定發送")} <a href="{back}" target="_parent">取消</a>'
        return self.master("phone", sid, "NetAccSID", "手機門號確認", main, action=here, dialog=True, told=told)

    def setup(self, q: Request, sid: str, g: dict, page: str) -> Response:
        t, p, told = self.truth, self.truth.person, ""
        here = f"/sites/netacc/SitePages/{page}.aspx"
        if q.method == "POST" and not self.postback(q, page, sid):
            return self.error(here)
        name, pw = q.get(MAIN + "txtAlias").strip().lower(), q.get(MAIN + "txtCloud")
        weak = len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search("[0-9]", pw) or pw != q.get(MAIN + "txtCloud2")
        out = '<a href="/_layouts/15/NetAcc/Leave.aspx">登出此服務</a>'
        pair = line("雲端服務密碼", box("txtCloud", kind="password", most=32) + " 8碼以上，需包含英文及數字") + line("確認雲端服務密碼", box("txtCloud2", kind="password", most=32))
        if page == "Reset" and g.get("goal") == "reset":
            if self.pressed(q, "btnReset"):
                if not t.alias or weak:
                    told = "密碼不符規定或兩次不相同。" if t.alias else "此帳號尚未啟用雲端服務。"
                else:
                    t.cloud_password, told = pw, "雲端服務密碼已變更，即時生效。"
            return self.master(page, sid, "NetAccSID", "重置雲端服務密碼", f'<table class="ms-formtable">{pair}</table>{button("btnReset", "確定重置")}', action=here, nav=out, told=told)
        if self.pressed(q, "btnCancel"):
            return redirect("/_layouts/15/NetAcc/Leave.aspx")
        if self.pressed(q, "btnEnable"):
            if t.alias:
                told = "要求遭拒：雲端服務帳號已經存在，無法再次啟用。"
            elif not re.fullmatch(r"[a-z][a-z0-9._-]{1,63}", name):
                told = "電子郵件名稱含有不允許的字元或長度不符。"
            elif name == "taken.name":
                told = "目錄中已有相同的電子郵件名稱。"
            elif weak:
                told = "雲端服務密碼不符規定，或兩次輸入不相同。"
            else:
                t.alias, t.cloud_password = name, pw
                t.counts["activated"] += 1
                main = f'<div class="ms-webpart-chrome"><h2>佈建完成</h2><p>已為您建立雲端服務帳號 <b>{name}@ntuh.gov.tw</b>，隔日起可使用。</p></div>'
                return self.master(page, sid, "NetAccSID", "作業結果", main, action=here, nav=out)
        if t.alias:
            main = f'<table class="ms-formtable">{line("狀態", "您的雲端服務先前已啟用")}{line("電子郵件", t.alias + "@ntuh.gov.tw")}</table>'
            return self.master(page, sid, "NetAccSID", "雲端服務帳號", main, action=here, nav=out, told=told)
        main = ("<p>雲端服務帳號說明：<br />1. 雲端服務帳號為跨體系使用。<br />2. 服務於設定完成隔日生效。</p><table class='ms-formtable'>" + line("網路帳號 / 主職員工編號", p.employee_id) + line("帳號姓名", p.name) + line("主職單位", p.unit) + line("有效期限", p.valid_until)
                + line("雲端服務帳號<br />(電子郵件名稱)", box("txtAlias", name, most=64) + " @ntuh.gov.tw 名稱長度限64字元內") + pair + f'</table><div align="right">{button("btnCancel", "取消啟用")} {button("btnEnable", "啟用雲端服務")} 服務於設定完成隔日生效</div>')
        return self.master(page, sid, "NetAccSID", "設定密碼與郵件別名", main, action=here, nav=out, told=told)

    # ---- OWA
    def mail(self, q: Request) -> Response:
        t = self.truth
        key = q.cookies.get("cadata", "")
        inside = "mail:" + key in t.sessions
        if q.path == "/owa/auth/vcode.ashx":
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5), "BMP"), kind="image/bmp", headers=[("Cache-Control", "no-store")])
        if q.path == "/owa/auth.owa" and q.method == "POST":
            self.takes(q, username="mail_account", password="mail_password", verifycode="captcha")
            want, t.captcha = t.captcha, ""
            if not want or q.get("verifycode").strip() != want:
                return redirect("/owa/auth/logon.aspx?reason=5")
            if not t.alias or q.get("username").strip().lower().removesuffix("@ntuh.gov.tw") != t.alias or q.get("password") != t.cloud_password:
                return redirect("/owa/auth/logon.aspx?reason=2")
            key = secrets.token_hex(20)
            t.sessions.add("mail:" + key)
            t.counts["mail_sign_in"] += 1
            return redirect("/owa/", ("Set-Cookie", f"cadata={key}; path=/; HttpOnly"))
        if q.path == "/owa/logoff.owa" and inside:
            t.sessions.discard("mail:" + key)
            t.counts["sign_out_mail"] += 1
            return Response('<html><meta charset="utf-8"><body><p>您已登出 Outlook Web App。</p><a href="/owa/auth/logon.aspx">重新登入</a></body></html>', headers=[("Set-Cookie", "cadata=; path=/; Max-Age=0")])
        if q.path == "/owa/" and inside:
            return Response(f'<html><head><meta charset="utf-8"><title>{t.alias} - Outlook Web App</title></head><body><div id="hdr">{t.alias}@ntuh.gov.tw <a href="/owa/logoff.owa">登出</a></div><h2>收件匣</h2><table><tr><td>Microsoft Outlook</td><td>歡迎使用</td></tr></table></body></html>')
        if q.path != "/owa/auth/logon.aspx":
            return redirect("/owa/auth/logon.aspx")
        why = {"2": "您輸入的使用者名稱或密碼不正確。請嘗試重新輸入。", "5": "您輸入的驗證碼不正確。"}.get(q.query.get("reason", ""), "")
        return Response(f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>Outlook Web App</title></head><body class="signInBg"><form action="/owa/auth.owa" method="POST" name="logonForm" autocomplete="off">
<input type="hidden" name="destination" value="{self.urls['mail']}/owa/"><input type="hidden" name="flags" value="4"><input type="hidden" name="forcedownlevel" value="0">
<div class="mouse"><div class="signInInputLabel">帳號:</div><div><input id="username" name="username" class="signInInputText" spellcheck="false"></div>
<div class="signInInputLabel">密碼:</div><div><input id="password" name="password" type="password" class="signInInputText"><input id="passwordText" style="display:none" aria-hidden="true"></div>
<div class="signInInputLabel">驗證碼(小寫字母或數字):</div><div><input name="verifycode" maxlength="5" size="8"> <img src="/owa/auth/vcode.ashx?{secrets.token_hex(4)}" alt=""></div>
<div><input id="chkPrvt" name="trusted" value="4" type="checkbox"><label for="chkPrvt">記住登入資訊 (公用電腦請勿勾選)</label></div><div class="signInError" role="alert">{why}</div>
<div class="signInEnter"><button type="submit" class="signinbutton"><span class="signinTxt">登入</span></button></div></div></form>
<h3>公佈欄</h3><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p><p>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}/">https://help.ntuh.gov.tw/</a></p></body></html>""")

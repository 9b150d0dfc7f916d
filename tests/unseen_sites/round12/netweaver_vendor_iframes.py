"""Drawn as by a system integrator's consultant on a NetWeaver-like vendor portal: masthead, navigation and work area in iframes,
Web-Dynpro-like views whose ids are new with every rendering, one form a view, a secure id, message bars with message numbers.

He keeps the vendor's parameter names, took the digest of the password from the hospital's old sign-in page, and leaves the
vendor's English wherever the translation tool had no entry.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

PRT = "/irj/servlet/prt/portal/prtroot/"
MD5 = """function hex_md5(s){s=unescape(encodeURIComponent(s));var k=[],r=[7,12,17,22,5,9,14,20,4,11,16,23,6,10,15,21],i,j,w=[],n=s.length,h=[1732584193,-271733879,-1732584194,271733878];
for(i=0;i<64;i++)k[i]=Math.floor(Math.abs(Math.sin(i+1))*4294967296)|0;
for(i=0;i<(((n+8)>>6)+1)*16;i++)w[i]=0;for(i=0;i<n;i++)w[i>>2]|=s.charCodeAt(i)<<((i%4)*8);w[n>>2]|=128<<((n%4)*8);w[w.length-2]=n*8;
for(i=0;i<w.length;i+=16){var a=h[0],b=h[1],c=h[2],d=h[3];for(j=0;j<64;j++){var f,g,q=j>>4;if(q==0){f=b&c|~b&d;g=j}else if(q==1){f=d&b|~d&c;g=(5*j+1)%16}else if(q==2){f=b^c^d;g=(3*j+5)%16}else{f=c^(b|~d);g=7*j%16}
var t=d;d=c;c=b;var x=(a+f+k[j]+w[i+g])|0,y=r[q*4+j%4];b=(b+(x<<y|x>>>(32-y)))|0;a=t}h[0]=(h[0]+a)|0;h[1]=(h[1]+b)|0;h[2]=(h[2]+c)|0;h[3]=(h[3]+d)|0}
var o='';for(i=0;i<16;i++)o+=('0'+((h[i>>2]>>>((i%4)*8))&255).toString(16)).slice(-2);return o}
"""


class View:
    """One Web Dynpro component instance: its ids so far, and those of the last rendering."""

    def __init__(self) -> None:
        self.ever: dict[str, str] = {}
        self.now: dict[str, str] = {}
        self.secure = ""
        self.serial = 0x0100 + secrets.randbelow(0x0500)
        self.data: dict = {}

    def begin(self) -> None:
        self.now, self.secure = {}, secrets.token_hex(16).upper()

    def ident(self, key: str) -> str:
        self.serial += 1 + secrets.randbelow(3)
        ident = f"CIPKMAGO.WDDOMODIFYVIEW.WD{self.serial:04X}"
        self.now[ident] = self.ever[ident] = key
        return ident

    def read(self, request: Request) -> tuple[dict[str, str], str]:
        """The values by key and the pressed button's key; ("stale") where the rendering is an old one."""
        if not self.secure or request.get("sap-wd-secure-id") != self.secure:
            return {}, "stale"
        values = {self.now[n]: v for n, v in request.form if n in self.now}
        return values, self.now.get(request.get("SAPEVENTQUEUE").removeprefix("Button_Press~E002Id~E004"), "")


class TheSite(Site):
    title = "NetWeaver-like vendor portal, iframes, generated ids"

    def __init__(self) -> None:
        super().__init__()
        self.sso: set[str] = set()
        self.views: dict[tuple[str, str], View] = {}
        self.acct: dict[str, dict] = {}
        self.mails: set[str] = set()
        self.salt = ""

    def html(self, body: str, title: str = "SAP NetWeaver Portal", onload: str = "") -> Response:
        return Response(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" class="urHtml"><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8" /><meta http-equiv="X-UA-Compatible" content="IE=5" />
<title>{title}</title><link rel="stylesheet" href="/irj/portalapps/com.sap.portal.design.urdesigndata/themes/portal/ntuh_tradeshow/ur/ur_ie6.css" /></head>
<body class="urBdyStd prtlBody"{onload}>{body}</body></html>""")

    # ------------------------------------------------- rendering of a view
    @staticmethod
    def bar(message: tuple[str, str] | None) -> str:
        if not message:
            return '<div class="urMsgBar" style="display:none"><span class="urTxtStd"></span></div>'
        return f'<div class="urMsgBar{message[0]}" role="alert"><img src="/ur/1x1.gif" class="urMsgBarImg{message[0]}" alt="" /><span class="urTxtStd">{message[1]}</span></div>'

    @staticmethod
    def edit(view: View, key: str, label: str, value: str = "", kind: str = "text", size: int = 20, after: str = "", extra: str = "") -> str:
        ident = view.ident(key)
        shown = "" if kind == "password" else f' value="{escape(value)}"'
        return (f'<tr><td class="urLayoutPadding" nowrap="nowrap"><label class="urLblStdNew" id="{ident}-lbl" for="{ident}" f="{ident}"><span class="urLblStdTxt">{label}</span></label></td>'
                f'<td><span id="{ident}-r" class="urEdf2Whl"><input ct="I" type="{kind}" id="{ident}" name="{ident}"{shown} size="{size}" class="urEdf2TxtEnbl" {extra}/></span>{after}</td></tr>\n')

    @staticmethod
    def push(view: View, key: str, text: str, style: str = "Std") -> str:
        ident = view.ident(key)
        return f'<button ct="B" type="submit" id="{ident}" name="SAPEVENTQUEUE" value="Button_Press~E002Id~E004{ident}" class="urBtn{style}"><span class="urBtnTxt">{text}</span></button>'

    @staticmethod
    def form(view: View, action: str, inside: str) -> str:
        return (f'<form id="sap.client.SsrClient.form" name="sap.client.SsrClient.form" method="post" action="{escape(action)}"><input type="hidden" id="sap-wd-cltwndid" name="sap-wd-cltwndid" value="WID{secrets.randbelow(10**13)}" />'
                f'<input type="hidden" id="sap-wd-secure-id" name="sap-wd-secure-id" value="{view.secure}" />{inside}</form>')

    # ------------------------------------------------- portal
    def portal(self, request: Request) -> Response:
        path, truth = request.path, self.truth
        ticket = request.cookies.get("MYSAPSSO2", "")
        if path == "/":
            return Response('<html><head><meta http-equiv="refresh" content="0;URL=/irj/portal"></head><body>Redirecting ...</body></html>')
        if path == "/logon/md5.js":
            return Response(MD5, kind="application/javascript")
        if path == "/logon/ntuh.captcha":
            return Response(picture(truth.captcha), kind="image/gif") if request.query.get("s") == self.salt else Response("", 404)
        if path == PRT + "com.sap.portal.navigation.masthead.LogOutComponent":
            if ticket in self.sso:
                self.sso.discard(ticket)
                truth.sessions.discard("portal:" + ticket)
                truth.counts["sign_out_portal"] += 1
            return redirect("/irj/portal", ("Set-Cookie", "MYSAPSSO2=; path=/; Max-Age=0"))
        if path == "/irj/portal" and request.method == "POST" and request.get("login_submit"):
            return self.logon(request)
        if ticket not in self.sso:
            return self.logon_page() if path == "/irj/portal" else self.html('<a href="/irj/portal" target="_top">您的工作階段已結束，請重新登入</a>')
        if path == "/irj/portal":
            return self.html(f"""<div id="mastheadDiv" class="prtlHdrDiv"><table width="100%"><tr><td><span class="prtlHdrWelcome">歡迎 {escape(truth.person.name)}</span></td><td align="right">
<form name="frmSearch" method="get" action="{PRT}search"><input type="text" name="QueryString" value="搜尋：" title="Search" /><input type="submit" value="Go" /></form>
<a class="prtlHdrLnk" href="javascript:alert('Help')">說明</a> | <a class="prtlHdrLnk" href="{PRT}com.sap.portal.navigation.masthead.LogOutComponent?logout_submit=true">登出</a></td></tr></table></div>
<table width="100%" height="90%"><tr><td width="220"><iframe id="ivuFrm_page0ivu0" name="navPanelFrame" src="{PRT}com.sap.portal.navigation.detailedtree.default?SerPropString=%26windowId%3DWID1" frameborder="0" width="220" height="600" title="功能選單"></iframe></td>
<td><iframe id="ivuFrm_page0ivu1" name="contentAreaFrame" src="{PRT}ntuh.welcome" frameborder="0" width="100%" height="600" title="工作區"></iframe></td></tr></table>""", "醫療資訊系統 - Portal")
        if path == PRT + "search":
            self.takes(request)
            return self.html('No documents found. <a href="/irj/portal">Back</a>')
        if path == PRT + "ntuh.welcome":
            return self.html("<h3>全院公告 2</h3><ul><li>2026/10/20 系統將於週日凌晨例行維護</li><li>2026/08/01 實習學生帳號開通說明</li></ul>")
        if path == PRT + "com.sap.portal.navigation.detailedtree.default":
            node = lambda i, t, role: f'<div class="prtlDTNNode" id="{i:05d}_navNode_1_{secrets.token_hex(8)}"><a class="prtlDTNLnk" target="contentAreaFrame" href="{PRT}pcd!3aportal_content!2fntuh!2f{role}?NavigationTarget=ROLES%3A%2F%2Fportal_content%2Fntuh%2F{role}">{t}</a></div>\n'  # noqa: E731
            return self.html('<div class="prtlDTN"><div class="prtlDTNHdr">個人管理</div>' + "".join(node(i, t, r) for i, (t, r) in enumerate((
                ("更改密碼", "pm_pwd"), ("個人簽章提醒設定", "pm_sign"), ("員工待遇福利查詢", "pm_pay"), ("查詢員工連絡資料", "pm_dir"), ("維護個人連絡資料", "pm_contact")))) + "</div>")
        if path.startswith(PRT + "pcd!3aportal_content!2fntuh!2f"):
            app = {"pm_pwd": "PwdApp", "pm_contact": "ContactApp"}.get(path.rsplit("!2f", 1)[1])
            if not app:
                return self.html('<div class="urMsgBarWrn">iView not available：您沒有此功能的角色</div>')
            return self.html(f'<iframe id="isolatedWorkAreaForm_{secrets.token_hex(10)}" name="isolatedWorkArea" src="{self.urls["inner"]}/webdynpro/dispatcher/ntuh.org/hr~selfsvc/{app}?SESSION={ticket}&amp;sap-ep-inframe=x" width="100%" height="560" frameborder="0"></iframe>')
        return Response("404 &nbsp; The requested resource does not exist.", 404)

    def logon(self, request: Request) -> Response:
        self.takes(request, **{"ntuh.campus": "campus", "j_user": "employee_id", "j_password": "portal_password", "ntuh.captcha": "captcha"})
        truth = self.truth
        typed, expected = request.get("ntuh.captcha").strip().upper(), truth.captcha
        fresh = bool(self.salt) and request.get("j_salt") == self.salt
        if fresh:
            truth.captcha = ""
        if not fresh or not expected or typed != expected:
            truth.counts["sign_in_refused"] += 1
            return self.logon_page("驗證碼不一致，請重新輸入", request.get("j_user"))
        digest = hashlib.md5(truth.portal_password.encode()).hexdigest()
        if request.get("ntuh.campus") != "T0" or request.get("j_user").strip() != truth.person.employee_id or request.get("j_password") != digest:
            truth.counts["sign_in_refused"] += 1
            return self.logon_page("使用者驗證失敗 (User authentication failed)", request.get("j_user"))
        ticket = secrets.token_hex(16)
        self.sso.add(ticket)
        truth.sessions.add("portal:" + ticket)
        truth.counts["sign_in"] += 1
        return redirect("/irj/portal", ("Set-Cookie", f"MYSAPSSO2={ticket}; path=/; HttpOnly"))

    def logon_page(self, error: str = "", user: str = "") -> Response:
        self.truth.new_captcha()
        self.salt = secrets.token_hex(10)
        pre = "aaaa.LogonComponent.LogonView." + secrets.token_hex(3).upper()
        line = lambda ident, text, control: f'<tr><td width="161"><label class="urLblStdBar" for="{pre}.{ident}">{text} <span class="urLblReq">&nbsp;*</span></label></td><td>{control}</td></tr>\n'  # noqa: E731
        options = "".join(f'<option value="{v}">{t}</option>' for v, t in (("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("T4", "新竹分院"), ("T5", "竹東分院"), ("Y0", "雲林分院")))
        return self.html(f"""<script type="text/javascript" src="/logon/md5.js"></script>
<script type="text/javascript">
/* from General/Login.aspx */
function CheckAndSetPassTextBox(id) {{ var o = document.getElementById(id); if (o.value != "") {{ o.value = hex_md5(o.value); }} return true; }}
</script>
<div class="urLogonBox"><h1 class="urHdr">台大 健康守護, 醫界典範</h1>
<form name="langForm" method="get" action="/irj/portal"><label for="lang">Language</label><select id="lang" name="sap-language" onchange="this.form.submit()"><option value="ZF" selected="selected">繁體中文</option><option value="EN">English</option></select></form>
{self.bar(("Err", error) if error else None)}
<form name="logonForm" id="logonForm" method="post" action="/irj/portal" target="_top"><input name="login_submit" type="hidden" value="on" /><input name="login_do_redirect" type="hidden" value="1" /><input name="no_cert_storing" type="hidden" value="on" /><input name="j_salt" type="hidden" value="{self.salt}" />
<table border="0" cellspacing="0" cellpadding="0">
{line("campus", "院區", f'<select class="urDdl" id="{pre}.campus" name="ntuh.campus">{options}</select>')}{line("logonuidfield", "帳號", f'<input class="urEdfTxtEnbl" id="{pre}.logonuidfield" name="j_user" type="text" value="{escape(user)}" />')}{line("logonpassfield", "密碼", f'<input class="urEdfTxtEnbl" id="{pre}.logonpassfield" name="j_password" type="password" />')}{line("captcha", "驗證碼<br />(不用區分大小寫)", f'<input class="urEdfTxtEnbl" id="{pre}.captcha" name="ntuh.captcha" type="text" maxlength="6" autocomplete="off" /><img src="/logon/ntuh.captcha?s={self.salt}" alt="" />')}
<tr><td colspan="2"><input class="urBtnStdEmph" type="submit" name="uidPasswordLogon" value="登入 Log On" onclick="return CheckAndSetPassTextBox('{pre}.logonpassfield');" /></td></tr></table></form>
<p class="urTxtStd">Logon problems? 請撥資訊室分機261120</p></div>""", "SAP NetWeaver Portal")

    # ------------------------------------------------- inner
    CONTACT = (("english_surname", "英文姓：", "ex:Chen(陳)"), ("english_given", "英文首名：", "ex: Yi-Fen(怡芬) (說明)"), ("english_middle", "英文中名：", "ex:Mary 為英文別名，如無，可不填"),
               ("office_phone", "辦公室電話：", "ex:61234或23123456"), ("home_phone", "住宅電話：", "ex:0223123456"), ("mobile_phone", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))

    def inner(self, request: Request) -> Response:
        truth, person, session = self.truth, self.truth.person, request.query.get("SESSION", "")
        app = request.path.rsplit("/", 1)[1]
        view = self.views.setdefault((session, app), View()) if session in self.sso else View()
        if request.method == "POST":
            mean = {"old": "old_password", "new": "new_password", "again": "new_password_again", "mobile_phone": "mobile_phone"}
            self.takes(request, **{i: mean[k] for i, k in view.ever.items() if k in mean})
        if session not in self.sso:
            return self.html(f'<a href="{self.urls["portal"]}/irj/portal" target="_top">Session timed out 請重新登入</a>')
        values, event = view.read(request) if request.method == "POST" else ({}, "")
        message: tuple[str, str] | None = ("Err", "畫面已更新，請重新輸入 (WDR 204)") if event == "stale" else None
        here = f"{request.path}?SESSION={session}&sap-ep-inframe=x"
        links = f'<div class="urTlb"><a target="_top" href="{self.urls["portal"]}/irj/portal">回功能選單</a> <a target="_top" href="{self.urls["portal"]}{PRT}com.sap.portal.navigation.masthead.LogOutComponent?logout_submit=true">登出系統</a></div>'
        if app == "PwdApp":
            if event == "change":
                new = values.get("new", "")
                if values.get("old") != truth.portal_password:
                    message = ("Err", "舊密碼不正確 (ZHR 011)")
                elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                    message = ("Err", "新密碼不符合密碼設定條件 (ZHR 012)")
                elif new != values.get("again"):
                    message = ("Err", "再次輸入的新密碼不同 (ZHR 013)")
                else:
                    truth.portal_password = new
                    truth.counts["password_changed"] += 1
                    message = ("Ok", "密碼異動已生效 (ZHR 021)")
            if request.method == "POST" and event in ("change", "stale") and message and message[0] == "Err":
                truth.counts["password_refused"] += 1
            view.begin()
            rows = self.edit(view, "old", "請輸入舊密碼：", kind="password") + self.edit(view, "new", "請輸入新密碼：", kind="password") + self.edit(view, "again", "請再輸入新密碼：", kind="password")
            return self.html(self.form(view, here, f"""<div class="urGrpTtl">更改密碼</div>{self.bar(message)}<table>{rows}<tr><td>密碼強度檢核：</td><td><div class="urProgInd"></div></td></tr></table>
<p>密碼設定條件：</p><ul><li>1.密碼長度不可少於8個字元</li><li>2.密碼內容需包含英文及數字</li></ul>{self.push(view, "change", "執行異動", "Emph")}""") + links, "PwdApp")
        if app == "ContactApp":
            shown = {k: truth.saved_contact.get(k, getattr(person, k)) for k, _, _ in self.CONTACT}
            if event == "save":
                if any(k not in values for k in shown):
                    message = ("Err", "資料不完整 (ZHR 030)")
                else:
                    shown = {k: values[k].strip() for k in shown}
                    if re.fullmatch(r"09\d{8}", shown["mobile_phone"]):
                        truth.saved_contact = dict(shown)
                        truth.counts["contact_saved"] += 1
                        message = ("Ok", "資訊類型 0105 (通訊) 已儲存 (ZHR 031)")
                    else:
                        message = ("Err", "行動電話須為 09 開頭 10 位數字 (ZHR 032)")
            view.begin()
            tools = self.push(view, "save", "異動儲存", "Emph") + self.push(view, "refresh", "重新整理") + '<button type="button" disabled="disabled" class="urBtnDsbl">個人化</button>'
            rows = (f'<tr><td>員工編號：</td><td><input type="text" readonly="readonly" value="{person.employee_id}" class="urEdf2TxtRo" /></td></tr><tr><td>姓名：</td><td><input type="text" readonly="readonly" value="{escape(person.name)}" class="urEdf2TxtRo" /></td></tr>'
                    + "".join(self.edit(view, k, t, shown[k], after=f'<span class="urTxtStd">{h}</span>') for k, t, h in self.CONTACT))
            return self.html(self.form(view, here, f'<div class="urGrpTtl">台大醫院---維護個人連絡資料</div><div class="urTlb">{tools}</div>{self.bar(message)}<table>{rows}</table>') + links, "ContactApp")
        return Response("404 &nbsp; Application not found", 404)

    # ------------------------------------------------- account
    def account(self, request: Request) -> Response:
        base = "/webdynpro/dispatcher/ntuh.org/acct~ui/"
        key, cookies = request.cookies.get("saplb_acct", ""), []
        if key not in self.acct:
            key = f"(J2EE{secrets.randbelow(10**7)}){secrets.token_hex(8)}".replace("(", "").replace(")", "_")
            self.acct[key] = {"key": key}
            cookies = [("Set-Cookie", f"saplb_acct={key}; path=/")]
        session = self.acct[key]
        if request.path == "/":
            answer = self.html(f'<div class="prtlHdrDiv">網路帳號服務 Account Services</div><iframe name="contentAreaFrame" id="ivuFrm_page0ivu{secrets.randbelow(9)}" src="{base}HomeView" width="100%" height="640" frameborder="0"></iframe>', "網路帳號服務")
        elif request.path == base + "HomeView":
            answer = self.html(f"""<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><div class="urGrp"><div class="urGrpTtl">《規範》</div>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用
<ul><li>如有借用帳號行為，致院內重要資料或個人資料外洩時，該網路帳號擁有者需負相關法律之責任。</li><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li></ul></div>
<div class="urGrp"><div class="urGrpTtl">《常見問題與服務》</div><b>忘記密碼</b> 請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。<br /><b>密碼修改後多久可以生效</b> 即時生效。</div>
<table class="urLnkTbl"><tr><td><a class="urLnk" href="{base}VerifyView?p=ACT" id="{secrets.token_hex(12)}">啟用網路帳號及首次雲端帳號密碼設定</a></td></tr><tr><td><a class="urLnk" href="{base}VerifyView?p=RST" id="{secrets.token_hex(12)}">重置雲端服務密碼</a></td></tr><tr><td><span class="urLnkDsbl">總院廠商VPN展延申請</span></td></tr></table>""")
        elif request.path == base + "VerifyView":
            answer = self.verify(request, session, base)
        elif request.path in (base + "CloudView", base + "ResetView"):
            answer = self.cloud(request, session, base)
        elif request.path == base + "Exit":
            if session.pop("proved", ""):
                self.truth.sessions.discard("account:" + session["key"])
                self.truth.counts["sign_out_account"] += 1
            answer = redirect(base + "HomeView")
        else:
            answer = Response("404 &nbsp; Application not found", 404)
        answer.headers += cookies
        return answer

    def verify(self, request: Request, session: dict, base: str) -> Response:
        truth = self.truth
        purpose = "RST" if request.query.get("p") == "RST" else "ACT"
        view = self.views.setdefault((session["key"], "V" + purpose), View())
        data, message, popup = view.data, None, ""
        if request.method == "POST":
            mean = {"id": "employee_id", "phone": "registered_phone", "code": "code"}
            self.takes(request, **{i: mean[k] for i, k in view.ever.items() if k in mean})
            values, event = view.read(request)
            if "id" in values:
                data["id"] = values["id"].strip()
            if event == "stale":
                message = ("Err", "畫面已更新，請重新輸入 (WDR 204)")
            elif event == "sms":
                if data.get("id") == truth.person.employee_id:
                    popup = "phone"
                else:
                    message = ("Err", "員工編號不存在 (ZAC 101)")
            elif event == "send" and data.get("id") == truth.person.employee_id:
                if values.get("phone", "").strip() == truth.saved_contact.get("mobile_phone", truth.person.mobile_phone):
                    data["code"], data["at"], popup = truth.new_message(), time.time(), "sent"
                else:
                    message, popup = ("Err", "手機門號與登記門號不一致，未發送 (ZAC 102)"), "phone"
            elif event == "next":
                if data.get("id") != truth.person.employee_id or not data.get("code"):
                    message = ("Err", "請先取得簡訊動態碼 (ZAC 103)")
                elif values.get("code", "").strip() != data["code"]:
                    message = ("Err", "簡訊動態碼不正確 (ZAC 104)")
                elif time.time() - data["at"] > 120:
                    message = ("Err", "簡訊動態碼已失效，請重新發送 (ZAC 105)")
                else:
                    data["code"] = ""
                    session["proved"] = purpose
                    truth.sessions.add("account:" + session["key"])
                    truth.counts["code_accepted"] += 1
                    return redirect(base + ("CloudView" if purpose == "ACT" else "ResetView"))
                truth.counts["code_refused"] += 1
        view.begin()
        dialog = ""
        if popup == "phone":
            dialog = f"""<div class="urPopup" role="dialog" style="position:absolute;top:120px;left:200px"><div class="urPopTtl">訊息</div><table>{self.edit(view, "phone", "請輸入帳號登記的手機門號(10碼)", extra='maxlength="10" ')}</table>{self.push(view, "send", "確定發送", "Emph")}{self.push(view, "close", "取消")}</div>"""
        elif popup == "sent":
            dialog = f"""<div class="urPopup" role="alertdialog" style="position:absolute;top:120px;left:200px"><div class="urPopTtl">動態碼簡訊發送成功</div><p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p>{self.push(view, "close", "確定", "Emph")}</div>"""
        rows = (self.edit(view, "id", "網路帳號 / 主職員工編號", data.get("id", ""), after=self.push(view, "sms", "發送簡訊動態碼"), extra='readonly="readonly" ' if popup == "phone" else "")
                + self.edit(view, "code", "簡訊(或MOTP)動態碼", extra='autocomplete="off" '))
        heading = "啟用網路帳號及首次雲端帳號密碼設定" if purpose == "ACT" else "重置雲端服務密碼"
        return self.html(self.form(view, f"{base}VerifyView?p={purpose}", f"""<div class="urGrpTtl">{heading}</div>{self.bar(message)}
<div class="urTxtStd">注意事項<ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div>
<table>{rows}</table>{self.push(view, "next", "下一步", "Emph")}{dialog}""") + f'<a class="urLnk" href="{base}HomeView">首頁</a>')

    def cloud(self, request: Request, session: dict, base: str) -> Response:
        truth, person = self.truth, self.truth.person
        reset = request.path.endswith("ResetView")
        view = self.views.setdefault((session["key"], "R" if reset else "C"), View())
        values, event, message = {}, "", None
        if request.method == "POST":
            mean = {"alias": "alias", "secret": "cloud_password", "secret2": "cloud_password_again"}
            self.takes(request, **{i: mean[k] for i, k in view.ever.items() if k in mean})
            values, event = view.read(request)
            if event == "stale":
                message = ("Err", "畫面已更新，請重新輸入 (WDR 204)")
        if session.get("proved") != ("RST" if reset else "ACT"):
            return redirect(base + "HomeView")
        leave = f'<div class="urTlb"><a class="urLnk" href="{base}Exit">登出</a></div>'
        if reset:
            if not truth.alias:
                return self.html(self.bar(("Wrn", "此帳號尚未啟用雲端服務 (ZAC 300)")) + leave)
            if event == "set":
                secret = values.get("secret", "")
                if len(secret) < 8 or not re.search("[A-Za-z]", secret) or not re.search("[0-9]", secret):
                    message = ("Err", "密碼須 8 碼以上並含英文及數字 (ZAC 301)")
                elif secret != values.get("secret2"):
                    message = ("Err", "兩次輸入之密碼不同 (ZAC 302)")
                else:
                    truth.cloud_password = secret
                    return self.html(self.bar(("Ok", "雲端服務密碼已重置 (ZAC 310)")) + leave)
            view.begin()
            return self.html(self.form(view, base + "ResetView", f'<div class="urGrpTtl">重置雲端服務密碼</div>{self.bar(message)}<table>{self.edit(view, "secret", "新密碼", kind="password")}{self.edit(view, "secret2", "確認新密碼", kind="password")}</table>密碼須 8 碼以上並含英文及數字<br />{self.push(view, "set", "套用", "Emph")}') + leave)
        alias = values.get("alias", "").strip()
        if event == "cancel":
            return redirect(base + "Exit")
        if event == "enable":
            if truth.alias:
                message = ("Err", "雲端服務帳號業已存在，不允許再次啟用 (ZAC 201)")
            elif not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{1,63}", alias):
                message = ("Err", "電子郵件名稱含不允許之字元 (ZAC 202)")
            elif alias.lower() == "taken.name":
                message = ("Err", "電子郵件名稱已被佔用 (ZAC 203)")
            else:
                truth.alias, truth.cloud_password = alias, person.national_id
                truth.counts["activated"] += 1
                return self.html(f'<div class="urGrpTtl">設定密碼與郵件別名</div>{self.bar(("Ok", f"物件 {escape(alias)}@ntuh.gov.tw 已建立，隔日生效 (ZAC 210)"))}<p>雲端服務密碼預設為身分證號（英文字母大寫），請以「重置雲端服務密碼」變更。</p>{leave}')
        view.begin()
        facts = "".join(f'<tr><td class="urLblStdNew">{k}</td><td><span class="urTxtStd">{escape(v)}</span></td></tr>' for k, v in (("網路帳號 / 主職員工編號", person.employee_id), ("帳號姓名", person.name), ("主職單位", person.unit), ("有效期限", person.valid_until)))
        if truth.alias:
            body = f'{self.bar(message or ("Wrn", "此帳號已於先前啟用，無須再次設定 (ZAC 200)"))}<table>{facts}<tr><td>電子郵件</td><td>{escape(truth.alias)}@ntuh.gov.tw</td></tr></table>'
        else:
            body = f"""{self.bar(message)}<div class="urTxtStd">雲端服務帳號說明：<br />1. 雲端服務帳號為跨體系使用。<br />2. 服務於設定完成隔日生效。<br />3. 雲端服務密碼預設為身分證號（英文字母大寫），啟用後可由「重置雲端服務密碼」變更。</div><table>{facts}
{self.edit(view, "alias", "雲端服務帳號 (電子郵件名稱)", alias, size=40, after="@ntuh.gov.tw 名稱長度限64字元內", extra='maxlength="64" ')}</table>{self.push(view, "cancel", "取消啟用")}{self.push(view, "enable", "啟用雲端服務", "Emph")} 服務於設定完成隔日生效"""
        return self.html(self.form(view, base + "CloudView", f'<div class="urGrpTtl">設定密碼與郵件別名</div>{body}') + leave)

    # ------------------------------------------------- mail
    def mail(self, request: Request) -> Response:
        truth, ticket, error = self.truth, request.cookies.get("WMTICKET", ""), ""
        if request.path == "/logon/ntuh.captcha":
            return Response(picture(truth.captcha), kind="image/gif")
        if request.path == "/webmail/logoff":
            if ticket in self.mails:
                self.mails.discard(ticket)
                truth.sessions.discard("mail:" + ticket)
                truth.counts["sign_out_mail"] += 1
            return redirect("/")
        if request.path in ("/webmail/main", "/webmail/list"):
            if ticket not in self.mails:
                return redirect("/")
            if request.path == "/webmail/list":
                return self.html('<h3>收件匣</h3><table class="urST"><tr><td>資訊室</td><td>電子郵件啟用通知</td></tr></table>')
            return self.html(f'{escape(truth.alias)}@ntuh.gov.tw <a href="/webmail/logoff">登出</a><iframe src="/webmail/list" name="mailList" width="100%" height="500"></iframe>', "WebMail 收件匣")
        if request.path != "/":
            return Response("404", 404)
        if request.method == "POST":
            self.takes(request, j_user="mail_account", j_password="mail_password", vc="captcha")
            expected, truth.captcha = truth.captcha, ""
            if not expected or request.get("j_salt") != self.salt or request.get("vc").strip() != expected:
                error = "驗證碼不一致"
            elif not truth.alias or request.get("j_user").strip().lower().removesuffix("@ntuh.gov.tw") != truth.alias.lower() or request.get("j_password") != truth.cloud_password:
                error = "使用者驗證失敗"
            else:
                ticket = secrets.token_hex(16)
                self.mails.add(ticket)
                truth.sessions.add("mail:" + ticket)
                truth.counts["mail_sign_in"] += 1
                return redirect("/webmail/main", ("Set-Cookie", f"WMTICKET={ticket}; path=/"))
        truth.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5)
        self.salt = secrets.token_hex(10)
        return self.html(f"""{self.bar(("Err", error) if error else None)}<form method="post" action="/"><input type="hidden" name="j_salt" value="{self.salt}" /><table><tr><td><label for="u">帳號:</label></td><td><input type="text" id="u" name="j_user" /></td></tr><tr><td><label for="p">密碼:</label></td><td><input type="password" id="p" name="j_password" /></td></tr>
<tr><td><label for="v">驗證碼(小寫字母或數字):</label></td><td><input type="text" id="v" name="vc" autocomplete="off" /><img src="/logon/ntuh.captcha?s={self.salt}" alt="" /></td></tr><tr><td></td><td><input type="checkbox" id="r" name="remember" value="X" /><label for="r">記住登入資訊 (公用電腦請勿勾選)</label></td></tr></table><input type="submit" class="urBtnStdEmph" value="登入 Log On" /></form>
<h4>公佈欄</h4><p>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}/">https://help.ntuh.gov.tw/</a></p>""", "WebMail")

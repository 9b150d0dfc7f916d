"""A DotNetNuke portal of 2012: skins, modules, dnnLabel help, link buttons, a multipart form; webmail of another vendor."""

from __future__ import annotations

import base64
import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect


class TheSite(Site):
    title = "DotNetNuke portal"

    def __init__(self) -> None:
        super().__init__()
        self.states: dict[str, str] = {}
        self.pics: dict[str, bytes] = {}
        self.people: dict[str, dict] = {}

    # ------------------------------------------------------------------ the skin
    def skin(self, name: str, target: str, main: str, nav: str = "", user: str = "", message: str = "", title: str = "台大醫院員工入口網") -> Response:
        view = base64.b64encode(secrets.token_bytes(60)).decode()
        self.states[view] = name
        return Response(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xml:lang="zh-TW" lang="zh-TW" xmlns="http://www.w3.org/1999/xhtml">
<head id="Head">
<!--*********************************************-->
<!-- DNN Platform - http://www.dnnsoftware.com   -->
<!--*********************************************-->
<meta content="text/html; charset=UTF-8" http-equiv="Content-Type" /><meta name="GENERATOR" content="DotNetNuke " />
<title>{title}</title>
<style type="text/css">.dnnFormHelpContent,.dnnFormError{{display:none}} .dnnFormMessage{{border:1px solid #999;padding:6px}}</style>
</head>
<body id="Body">
<form method="post" action="{escape(target)}" id="Form" enctype="multipart/form-data">
<div class="aspNetHidden">
<input type="hidden" name="StylesheetManager_TSSM" id="StylesheetManager_TSSM" value="" />
<input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" />
<input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{view}" />
</div>
<script type="text/javascript">
//<![CDATA[
var theForm = document.forms['Form'];
function __doPostBack(eventTarget, eventArgument) {{
    if (!theForm.onsubmit || (theForm.onsubmit() != false)) {{
        theForm.__EVENTTARGET.value = eventTarget;
        theForm.__EVENTARGUMENT.value = eventArgument;
        theForm.submit();
    }}
}}
function dnnToggle(id, on) {{ document.getElementById(id).style.display = on ? 'block' : 'none'; }}
//]]>
</script>
<div class="aspNetHidden"><input type="hidden" name="__VIEWSTATEGENERATOR" id="__VIEWSTATEGENERATOR" value="CA0B0334" /><input type="hidden" name="__VIEWSTATEENCRYPTED" value="" /></div>
<div id="ControlPanelWrapper"></div>
<div id="header"><a id="dnn_dnnLOGO_hypLogo" title="NTUH" href="/"><img src="/Portals/0/logo.png" alt="台大醫院" /></a>
<div id="login"><a id="dnn_dnnUSER_enhancedRegisterLink" href="#">{user}</a></div>
<div id="search"><span class="searchInputContainer"><input name="dnn$dnnSEARCH$txtSearch" type="text" maxlength="255" size="20" id="dnn_dnnSEARCH_txtSearch" class="NormalTextBox" placeholder="搜尋..." /></span> <a id="dnn_dnnSEARCH_cmdSearch" class="SearchButton" href="javascript:__doPostBack('dnn$dnnSEARCH$cmdSearch','')">搜尋</a></div>
<div id="nav"><ul class="dnnMenu">{nav}</ul></div></div>
<div id="content"><div id="dnn_ContentPane" class="contentPane">
{f'<div class="dnnFormMessage dnnFormValidationSummary"><span id="dnn_ctr_lblMessage">{message}</span></div>' if message else ''}
{main}
</div></div>
<div id="footer"><span class="copyright">Copyright 2012 by NTUH</span> <a href="/Privacy.aspx">隱私權聲明</a></div>
<input name="ScrollTop" type="hidden" id="ScrollTop" /><input name="__dnnVariable" type="hidden" id="__dnnVariable" autocomplete="off" value="`{{`__scdoff`:`1`}}" />
</form>
</body>
</html>""", kind="text/html; charset=utf-8")

    @staticmethod
    def item(name: str, label: str, control: str, hint: str = "", bad: str = "") -> str:
        uid = name.replace("$", "_")
        note = f'<span id="{uid}_valid" class="dnnFormMessage dnnFormError" style="display:none;">{bad}</span>' if bad else ""
        return (f'<div class="dnnFormItem"><div class="dnnLabel" style="position: relative;"><label id="{uid}_label"><span id="{uid}_lblLabel">{label}</span></label>'
                f'<a id="{uid}_cmdHelp" tabindex="-1" class="dnnFormHelp" href="#" title="Help"></a><div id="{uid}_pnlHelp" class="dnnFormHelpContent dnnClear"><span class="dnnHelpText">{hint or "此欄位為必填"}</span><a href="#" class="pinHelp"></a></div></div>'
                f"{control}{note}</div>\n")

    @staticmethod
    def box(name: str, value: str = "", kind: str = "text", more: str = "") -> str:
        shown = f' value="{escape(value)}"' if kind == "text" else ""
        return f'<input name="{name}" type="{kind}"{shown} id="{name.replace("$", "_")}" class="NormalTextBox" {more} />'

    @staticmethod
    def link(name: str, text: str, kind: str = "dnnPrimaryAction") -> str:
        return f'<li><a id="{name.replace("$", "_")}" class="{kind}" href="javascript:__doPostBack(\'{name}\',\'\')">{text}</a></li>'

    def fresh(self, request: Request, name: str) -> bool:
        return request.has("__VIEWSTATEGENERATOR") and self.states.pop(request.get("__VIEWSTATE"), None) == name

    LOST = Response("<html><head><title>Runtime Error</title></head><body><h2>Validation of viewstate MAC failed.</h2><p>頁面已過期，請<a href=\"/\">回首頁</a>重新操作。</p></body></html>", 500)

    # ------------------------------------------------------------------ portal
    def portal(self, request: Request) -> Response:
        t, sid = self.truth, request.cookies.get(".DOTNETNUKE", "")
        tab = request.query.get("tabid", "")
        if request.path == "/CaptchaImage.axd":
            data = self.pics.pop(request.query.get("guid", ""), None)
            return Response(data, kind="image/jpeg") if data else Response("", 404)
        if request.path == "/":
            return redirect("/Default.aspx?tabid=36")
        if request.path != "/Default.aspx":
            return Response("<h1>404 - 找不到網頁</h1>", 404)
        if request.query.get("ctl") == "Logoff":
            if f"portal:{sid}" in t.sessions:
                t.sessions.discard(f"portal:{sid}")
                t.counts["sign_out_portal"] += 1
            return redirect("/Default.aspx?tabid=36", ("Set-Cookie", ".DOTNETNUKE=; path=/; Max-Age=0"))
        if request.method == "POST" and tab == "36":
            return self.sign_in(request)
        if f"portal:{sid}" not in t.sessions:
            return self.login("") if tab == "36" else redirect("/Default.aspx?tabid=36&returnurl=%2fDefault.aspx")
        if request.method == "POST":
            self.takes(request)
            if not self.fresh(request, "home"):
                return self.LOST
        return self.home(sid, tab)

    def login(self, message: str, typed: str = "") -> Response:
        guid = secrets.token_hex(16)
        self.pics[guid] = picture(self.truth.new_captcha(), "JPEG")
        c = "dnn$ctr412$Login$Login_DNN$"
        options = "".join(f'<option value="{v}">{n}</option>' for v, n in (("", "--請選擇--"), ("T0", "總院區"), ("T2", "北護分院"), ("T4", "新竹分院"), ("Y0", "雲林分院"))).replace('"T0"', '"T0" selected="selected"')
        return self.skin("login", "/Default.aspx?tabid=36", f"""<div class="DnnModule DnnModule-Authentication"><h2 class="Title">使用者登入</h2><div class="dnnForm dnnLoginService dnnClear">
{self.item(c + "cboHosp", "院區:", f'<select name="{c}cboHosp" id="{c.replace("$", "_")}cboHosp">{options}</select>', "請選擇您服務的院區")}
{self.item(c + "txtUsername", "帳號:", self.box(c + "txtUsername", typed), "6位數數字之員工編號", "帳號為必填欄位")}
{self.item(c + "txtPassword", "密碼:", self.box(c + "txtPassword", kind="password", more='autocomplete="off"'), "預設為身分證號（英文字母大寫）", "密碼為必填欄位")}
{self.item(c + "txtCaptcha", "驗證碼:", f'<img src="/CaptchaImage.axd?guid={guid}" alt="CAPTCHA" style="height:36px;width:120px;" /><br />' + self.box(c + "txtCaptcha", more='maxlength="6"') + "<span>(不用區分大小寫)</span>", "請輸入圖片中的文字")}
<ul class="dnnActions dnnClear">{self.link(c + "cmdLogin", "登入")}<li><a class="dnnSecondaryAction" href="/Default.aspx?tabid=36">取消</a></li></ul>
<div class="dnnFormItem"><input id="chkCookie" type="checkbox" name="{c}chkCookie" /><label for="chkCookie">在這台電腦保持登入狀態</label></div>
</div></div>""", '<li><a href="/Default.aspx?tabid=36">首頁</a></li>', "訪客", message)

    def sign_in(self, request: Request) -> Response:
        c = "dnn$ctr412$Login$Login_DNN$"
        self.takes(request, **{c + "cboHosp": "campus", c + "txtUsername": "employee_id", c + "txtPassword": "portal_password", c + "txtCaptcha": "captcha"})
        if not self.fresh(request, "login"):
            return self.LOST
        t = self.truth
        right, t.captcha = t.captcha, ""
        typed = request.get(c + "txtUsername")
        if request.get("__EVENTTARGET") != c + "cmdLogin":
            return self.login("", typed)
        if not right or request.get(c + "txtCaptcha").upper() != right:
            why = "您輸入的安全碼不符，請依照新的圖片輸入。"
        elif typed.strip() != t.person.employee_id or request.get(c + "txtPassword") != t.portal_password:
            why = "登入失敗。請記住密碼是區分大小寫的。"
        elif request.get(c + "cboHosp") != "T0":
            why = "登入失敗。您的帳號不屬於這個院區。"
        else:
            sid = secrets.token_hex(32)
            t.sessions.add(f"portal:{sid}")
            t.counts["sign_in"] += 1
            return redirect("/Default.aspx?tabid=55", ("Set-Cookie", f".DOTNETNUKE={sid}; path=/; HttpOnly"))
        t.counts["sign_in_refused"] += 1
        return self.login(why, typed)

    def home(self, sid: str, tab: str) -> Response:
        go = f"{self.urls['inner']}/NTUHWeb/Default.aspx?tabid=%d&amp;SESSION={sid}"
        kids = "".join(f'<li><a href="{go % n}"><span>{w}</span></a></li>' for n, w in ((71, "更改密碼"), (72, "個人簽章提醒設定"), (74, "查詢員工連絡資料"), (75, "維護個人連絡資料"), (76, "個人就醫紀錄查詢"), (79, "員工公勞健保查詢"), (77, "行動憑證申請")))
        nav = "".join(f'<li class="haschild"><a href="/Default.aspx?tabid={60 + i}"><span>{w}</span></a></li>' for i, w in enumerate(("醫療系統", "醫療支援", "其他資源", "數位學習", "資訊安全", "行政系統"))) + f'<li class="haschild selected"><a href="/Default.aspx?tabid=66"><span>個人管理</span></a><ul class="subnav">{kids}</ul></li>'
        user = f'{self.truth.person.name}</a> | <a id="dnn_dnnLOGIN_loginLink" class="LoginLink" href="/Default.aspx?tabid=55&amp;ctl=Logoff">登出'
        return self.skin("home", f"/Default.aspx?tabid={tab or 55}", "<h2>全院公告 <small>2</small></h2><table class='DNN_ANN'><tr><td>2019/10/21</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr></table><p>您好! 總院差勤待簽 0 未核准 0 被駁回 0</p>", nav, user)

    # ------------------------------------------------------------------ inner
    def inner(self, request: Request) -> Response:
        t, sid = self.truth, request.query.get("SESSION", "")
        tab = request.query.get("tabid", "")
        if f"portal:{sid}" not in t.sessions:
            return Response(f'<html><body><p>作業逾時，請重新登入 <a href="{self.urls["portal"]}/">員工入口網</a></p><script>setTimeout("location.href=\'{self.urls["portal"]}/\'",60000)</script></body></html>', 401)
        if request.method == "POST":
            return self.post_password(request, sid) if tab == "71" else self.post_contact(request, sid)
        return {"71": self.password, "75": self.contact}.get(tab, self.closed)(sid)

    def ends(self, sid: str) -> str:
        return f'<p><a class="CommandButton" href="{self.urls["portal"]}/Default.aspx?tabid=55">回功能選單</a> <a class="CommandButton" href="{self.urls["portal"]}/Default.aspx?tabid=55&amp;ctl=Logoff">登出系統</a></p>'

    def closed(self, sid: str) -> Response:
        return self.skin("closed", "#", "<p>模組載入中發生錯誤：您無權檢視此模組。</p>" + self.ends(sid))

    def password(self, sid: str, message: str = "") -> Response:
        c = "dnn$ctr431$ChangePassword$"
        return self.skin("password", f"/NTUHWeb/Default.aspx?tabid=71&SESSION={sid}", f"""<div class="DnnModule"><h2 class="dnnFormSectionHead">更改密碼</h2><div class="dnnForm">
{self.item(c + "txtOld", "請輸入舊密碼：", self.box(c + "txtOld", kind="password"), "目前登入使用的密碼", "請輸入目前的密碼")}
{self.item(c + "txtNew", "請輸入新密碼：", self.box(c + "txtNew", kind="password", more='maxlength="39"'), "至少 8 碼", "請輸入新的密碼")}
{self.item(c + "txtAgain", "請再輸入新密碼：", self.box(c + "txtAgain", kind="password", more='maxlength="39"'), "再輸入一次", "兩次密碼不同")}
<div class="dnnFormItem">密碼強度檢核：<span id="meter"></span></div><p>密碼設定條件：</p><ul><li>1.密碼長度不可少於8個字元</li><li>2.密碼內容需包含英文及數字</li></ul>
<ul class="dnnActions">{self.link(c + "cmdUpdate", "更新密碼")}</ul></div></div>{self.ends(sid)}""", message=message)

    def post_password(self, request: Request, sid: str) -> Response:
        c = "dnn$ctr431$ChangePassword$"
        self.takes(request, **{c + "txtOld": "old_password", c + "txtNew": "new_password", c + "txtAgain": "new_password_again"})
        if not self.fresh(request, "password"):
            return self.LOST
        if request.get("__EVENTTARGET") != c + "cmdUpdate":
            return self.password(sid)
        t, old, new = self.truth, request.get(c + "txtOld"), request.get(c + "txtNew")
        why = ""
        if old != t.portal_password:
            why = "密碼更新失敗：您提供的目前密碼不正確。"
        elif len(new) < 8 or len(new) > 39 or not re.search("[a-zA-Z]", new) or not re.search("[0-9]", new):
            why = "密碼更新失敗：新密碼不符合複雜度原則。"
        elif new != request.get(c + "txtAgain"):
            why = "密碼更新失敗：確認密碼與新密碼不同。"
        elif new == old:
            why = "密碼更新失敗：不可沿用目前密碼。"
        if why:
            t.counts["password_refused"] += 1
            return self.password(sid, why)
        t.portal_password = new
        t.counts["password_changed"] += 1
        return self.skin("done", "#", f'<div class="dnnFormMessage dnnFormSuccess">密碼更新成功！新密碼已立即生效。</div>{self.ends(sid)}')

    FIELDS = [("txtLast", "english_surname", "英文姓：", "ex:Chen(陳)"), ("txtFirst", "english_given", "英文首名：", "ex: Yi-Fen(怡芬)"), ("txtMiddle", "english_middle", "英文中名：", "ex:Mary 為英文別名，如無，可不填"),
              ("txtTel1", "office_phone", "辦公室電話：", "ex:61234或23123456"), ("txtTel2", "home_phone", "住宅電話：", "ex:0223123456"), ("txtCell", "mobile_phone", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")]

    def contact(self, sid: str, message: str = "") -> Response:
        c, t = "dnn$ctr435$Contact$", self.truth
        rows = "".join(self.item(c + n, label, self.box(c + n, t.saved_contact.get(key, getattr(t.person, key)), more='maxlength="50"'), hint) for n, key, label, hint in self.FIELDS)
        return self.skin("contact", f"/NTUHWeb/Default.aspx?tabid=75&SESSION={sid}", f"""<h2>台大醫院---維護個人連絡資料</h2><ul class="dnnActions">{self.link(c + "cmdSave", "異動儲存")}</ul>
<div class="dnnForm"><div class="dnnFormItem"><label>員工編號：</label><span id="lblEmp">{t.person.employee_id}</span></div><div class="dnnFormItem"><label>姓名：</label><span id="lblName">{t.person.name}</span></div>{rows}</div>{self.ends(sid)}""", message=message)

    def post_contact(self, request: Request, sid: str) -> Response:
        c = "dnn$ctr435$Contact$"
        self.takes(request, **{c + "txtCell": "mobile_phone"})
        if not self.fresh(request, "contact"):
            return self.LOST
        if request.get("__EVENTTARGET") != c + "cmdSave":
            return self.contact(sid)
        if not all(request.has(c + n) for n, *_ in self.FIELDS) or not re.fullmatch(r"09\d{8}", request.get(c + "txtCell")):
            return self.contact(sid, "更新失敗：行動電話格式不正確。")
        self.truth.saved_contact = {key: request.get(c + n) for n, key, *_ in self.FIELDS}
        self.truth.counts["contact_saved"] += 1
        return self.contact(sid, "您的連絡資料已更新。")

    # ------------------------------------------------------------------ account
    def account(self, request: Request) -> Response:
        t, sid = self.truth, request.cookies.get("dnn_help_anon", "")
        if request.path == "/":
            return redirect("/Default.aspx?tabid=80")
        if request.path != "/Default.aspx":
            return Response("<h1>404 - 找不到網頁</h1>", 404)
        me = self.people.get(sid)
        if me is None:
            sid, me = secrets.token_hex(12), {"emp": "", "code": "", "at": 0.0, "proved": ""}
            self.people[sid] = me
        tab, fresh_cookie = request.query.get("tabid", "80"), ("Set-Cookie", f"dnn_help_anon={sid}; path=/")
        if request.query.get("ctl") == "Leave":
            me["proved"] = ""
            if f"account:{sid}" in t.sessions:
                t.sessions.discard(f"account:{sid}")
                t.counts["sign_out_account"] += 1
            return redirect("/Default.aspx?tabid=80", fresh_cookie)
        if tab in ("81", "82"):
            out = self.post_verify(request, sid, me, tab) if request.method == "POST" else self.verify(tab, me)
        elif tab in ("83", "84") and me["proved"] == tab:
            out = (self.post_setup if tab == "83" else self.post_reset)(request, sid) if request.method == "POST" else (self.setup() if tab == "83" else self.reset())
        elif tab == "85":
            out = self.skin("vpn", "#", "<p>請廠商窗口以公文辦理。</p>")
        elif tab == "80":
            if request.method == "POST":
                self.takes(request)
            out = self.regulations()
        else:
            out = redirect("/Default.aspx?tabid=80")
        return Response(out.body, out.status, out.kind, [*out.headers, fresh_cookie])

    def regulations(self) -> Response:
        return self.skin("rules", "/Default.aspx?tabid=80", """<h2>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</h2>
<div class="DnnModule"><h3>《規範》</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>如有借用帳號行為，致院內重要資料或個人資料外洩時，該網路帳號擁有者需負相關法律之責任。</li></ul></div>
<div class="DnnModule DnnModule-FAQs"><h3>《常見問題與服務》</h3><dl><dt>密碼修改後多久可以生效</dt><dd>即時生效。</dd><dt>忘記密碼</dt><dd>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</dd></dl></div>
<div class="DnnModule DnnModule-Links"><ul><li><a class="dnnPrimaryAction" href="/Default.aspx?tabid=81">啟用網路帳號及首次雲端帳號密碼設定</a> 啟用本院微軟相關服務，如：Office365, Outlook...</li>
<li><a class="dnnPrimaryAction" href="/Default.aspx?tabid=82">重置雲端服務密碼</a> 重設非Portal帳號的密碼</li><li><a class="dnnSecondaryAction" href="/Default.aspx?tabid=85">總院廠商VPN展延申請</a></li></ul></div>""", title="網路帳號服務")

    def verify(self, tab: str, me: dict, message: str = "") -> Response:
        c = "dnn$ctr501$View$"
        return self.skin("verify" + tab, f"/Default.aspx?tabid={tab}", f"""<div class="DnnModule"><h2>{"啟用網路帳號及首次雲端帳號密碼設定" if tab == "81" else "重置雲端服務密碼"}</h2><div class="dnnForm">
<h4>注意事項</h4><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul>
{self.item(c + "txtAccount", "網路帳號 / 主職員工編號", self.box(c + "txtAccount", me["emp"], more='maxlength="6"') + ' <a href="javascript:void(0)" class="dnnSecondaryAction" onclick="dnnToggle(&#39;smsDialog&#39;, true)">發送簡訊動態碼</a>', "6位數數字")}
{self.item(c + "txtOTP", "簡訊(或MOTP)動態碼", self.box(c + "txtOTP", more='maxlength="6" autocomplete="one-time-code"'), "手機收到的數字")}
<ul class="dnnActions">{self.link(c + "cmdNext", "下一步")}<li><a class="dnnSecondaryAction" href="/Default.aspx?tabid=80">回首頁</a></li></ul>
<div id="smsDialog" class="ui-dialog" style="display:none"><div class="ui-dialog-titlebar"><span>身分確認</span></div>
<p>請輸入帳號登記的手機門號(10碼)</p>{self.box(c + "txtMobile", more='maxlength="10"')}
<ul class="dnnActions">{self.link(c + "cmdSend", "確定發送")}<li><a href="javascript:void(0)" onclick="dnnToggle('smsDialog', false)">取消</a></li></ul></div></div></div>""", message=message, title="身分驗證")

    def post_verify(self, request: Request, sid: str, me: dict, tab: str) -> Response:
        c, t = "dnn$ctr501$View$", self.truth
        self.takes(request, **{c + "txtAccount": "employee_id", c + "txtOTP": "code", c + "txtMobile": "registered_phone"})
        if not self.fresh(request, "verify" + tab):
            return self.LOST
        me["emp"] = request.get(c + "txtAccount").strip()
        if request.get("__EVENTTARGET") == c + "cmdSend":
            if me["emp"] != t.person.employee_id:
                return self.verify(tab, me, "帳號不存在，請確認網路帳號 / 主職員工編號。")
            if request.get(c + "txtMobile").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                return self.verify(tab, me, "門號與人事登記資料不符，簡訊未送出。")
            me["code"], me["at"] = t.new_message(), time.monotonic()
            return self.verify(tab, me, "動態碼簡訊發送成功：成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」")
        if request.get("__EVENTTARGET") == c + "cmdNext":
            typed = request.get(c + "txtOTP").strip()
            if not me["code"] or typed != me["code"] or me["emp"] != t.person.employee_id:
                t.counts["code_refused"] += 1
                return self.verify(tab, me, "驗證失敗：動態碼不正確。")
            if time.monotonic() - me["at"] > 120:
                t.counts["code_refused"] += 1
                return self.verify(tab, me, "驗證失敗：動態碼已逾2分鐘。")
            me["code"], me["proved"] = "", str(int(tab) + 2)
            t.sessions.add(f"account:{sid}")
            t.counts["code_accepted"] += 1
            return redirect(f"/Default.aspx?tabid={me['proved']}")
        return self.verify(tab, me)

    LEAVE = '<a class="dnnSecondaryAction" href="/Default.aspx?tabid=80&amp;ctl=Leave">%s</a>'

    def setup(self, message: str = "", typed: str = "") -> Response:
        c, t, p = "dnn$ctr502$Setup$", self.truth, self.truth.person
        facts = "".join(f'<div class="dnnFormItem"><div class="dnnLabel"><label>{k}</label></div><span class="NormalBold">{v}</span></div>' for k, v in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        if t.alias:
            return self.skin("setup", "/Default.aspx?tabid=83", f'<h2>設定密碼與郵件別名</h2>{facts}<div class="dnnFormMessage dnnFormInfo">此網路帳號已啟用雲端服務，電子郵件名稱：{escape(t.alias)}@ntuh.gov.tw。</div>{self.LEAVE % "離開"}', message=message)
        return self.skin("setup", "/Default.aspx?tabid=83", f"""<h2>設定密碼與郵件別名</h2><p>1.雲端服務帳號為跨體系使用。 2.服務於設定完成隔日生效。</p>{facts}
{self.item(c + "txtMail", "雲端服務帳號 (電子郵件名稱)", self.box(c + "txtMail", typed, more='maxlength="64"') + "@ntuh.gov.tw <em>名稱長度限64字元內</em>", "設定後不可修改")}
{self.item(c + "txtPwd", "雲端服務密碼", self.box(c + "txtPwd", kind="password"), "至少8碼，含英文及數字，不可與Portal密碼相同")}
{self.item(c + "txtPwd2", "雲端服務密碼確認", self.box(c + "txtPwd2", kind="password"), "再輸入一次")}
<div class="dnnFormItem"><input type="checkbox" id="chkAgree" name="{c}chkAgree" value="on" /><label for="chkAgree">我已閱讀並同意遵守帳號使用規範</label></div>
<ul class="dnnActions">{self.LEAVE % "取消啟用"} {self.link(c + "cmdActivate", "啟用雲端服務")}</ul><p>服務於設定完成隔日生效</p>""", message=message)

    def weak(self, one: str, two: str) -> str:
        if len(one) < 8 or not re.search("[a-zA-Z]", one) or not re.search("[0-9]", one):
            return "雲端服務密碼須8碼以上並含英文及數字。"
        if one != two:
            return "兩次輸入的雲端服務密碼不一樣。"
        return "雲端服務密碼不可與Portal密碼相同。" if one == self.truth.portal_password else ""

    def post_setup(self, request: Request, sid: str) -> Response:
        c, t = "dnn$ctr502$Setup$", self.truth
        self.takes(request, **{c + "txtMail": "alias", c + "txtPwd": "cloud_password", c + "txtPwd2": "cloud_password_again", c + "chkAgree": "consent"})
        if not self.fresh(request, "setup"):
            return self.LOST
        name = request.get(c + "txtMail").strip()
        if request.get("__EVENTTARGET") != c + "cmdActivate":
            return self.setup()
        if t.alias:
            return self.setup("請勿重複啟用。")
        if not request.has(c + "chkAgree"):
            return self.setup("請先勾選同意帳號使用規範。", name)
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{2,63}", name):
            return self.setup("電子郵件名稱不合規定（英文開頭，可含數字及 . _ -，至少3字元）。", name)
        if name.lower() == "taken.name":
            return self.setup("這個電子郵件名稱已被使用。", name)
        why = self.weak(request.get(c + "txtPwd"), request.get(c + "txtPwd2"))
        if why:
            return self.setup(why, name)
        t.alias, t.cloud_password = name, request.get(c + "txtPwd")
        t.counts["activated"] += 1
        return self.skin("ok", "#", f'<div class="dnnFormMessage dnnFormSuccess">恭喜，雲端服務設定成功。您的信箱：{escape(name)}@ntuh.gov.tw（明日起可使用）</div>{self.LEAVE % "離開"}')

    def reset(self, message: str = "") -> Response:
        c = "dnn$ctr503$Reset$"
        return self.skin("reset", "/Default.aspx?tabid=84", f"""<h2>重置雲端服務密碼</h2>{self.item(c + "txtPwd", "新的雲端服務密碼", self.box(c + "txtPwd", kind="password"))}{self.item(c + "txtPwd2", "確認新的雲端服務密碼", self.box(c + "txtPwd2", kind="password"))}
<ul class="dnnActions">{self.link(c + "cmdReset", "確定")} {self.LEAVE % "離開"}</ul>""", message=message)

    def post_reset(self, request: Request, sid: str) -> Response:
        c = "dnn$ctr503$Reset$"
        self.takes(request, **{c + "txtPwd": "cloud_password", c + "txtPwd2": "cloud_password_again"})
        if not self.fresh(request, "reset"):
            return self.LOST
        if request.get("__EVENTTARGET") != c + "cmdReset":
            return self.reset()
        why = self.weak(request.get(c + "txtPwd"), request.get(c + "txtPwd2")) if self.truth.alias else "帳號尚未啟用。"
        if why:
            return self.reset(why)
        self.truth.cloud_password = request.get(c + "txtPwd")
        return self.skin("ok", "#", f'<div class="dnnFormMessage dnnFormSuccess">雲端服務密碼已重設。</div>{self.LEAVE % "離開"}')

    # ------------------------------------------------------------------ webmail (WorldClient-like)
    def mail(self, request: Request) -> Response:
        t, sid = self.truth, request.query.get("Session", "")
        if request.path == "/":
            return redirect("/WorldClient.dll?View=Logon")
        view = request.query.get("View", "")
        if view == "Captcha":
            return Response(picture(t.new_captcha("abcdefghkmnprstuvwxyz23456789", 5), "PNG"), kind="image/png", headers=[("Cache-Control", "no-store")])
        if request.method == "POST" and view == "Main":
            self.takes(request, User="mail_account", Password="mail_password", Captcha="captcha")
            right, t.captcha = t.captcha, ""
            if not right or request.get("Captcha") != right:
                return self.logon("圖形驗證碼有誤")
            if not t.alias or not t.cloud_password or request.get("User") not in (t.alias, f"{t.alias}@ntuh.gov.tw") or request.get("Password") != t.cloud_password:
                return self.logon("登入失敗：信箱或密碼錯誤")
            sid = secrets.token_hex(6).upper()
            t.sessions.add(f"mail:{sid}")
            t.counts["mail_sign_in"] += 1
            return redirect(f"/WorldClient.dll?Session={sid}&View=List")
        if f"mail:{sid}" not in t.sessions:
            return self.logon("")
        if view == "Logout":
            t.sessions.discard(f"mail:{sid}")
            t.counts["sign_out_mail"] += 1
            return redirect("/WorldClient.dll?View=Logon")
        return Response(f'<html><head><title>WorldClient</title></head><body><a href="/WorldClient.dll?Session={sid}&amp;View=Compose">撰寫</a> <a href="/WorldClient.dll?Session={sid}&amp;View=Logout">登出</a><h3>{escape(t.alias)} 的收件匣</h3><table><tr><td>MDaemon</td><td>Welcome!</td></tr></table></body></html>')

    def logon(self, said: str) -> Response:
        return Response(f"""<html><head><meta charset="utf-8"><title>台大醫院電子郵件</title></head><body><div id="msg" style="color:#b00">{said}</div>
<form name="logon" action="/WorldClient.dll?View=Main" method="post"><p><label for="User">帳號:</label> <input id="User" name="User" type="text"></p><p><label for="Pwd">密碼:</label> <input id="Pwd" name="Password" type="password"></p>
<p><label for="Cap">驗證碼(小寫字母或數字):</label> <input id="Cap" name="Captcha" type="text" autocomplete="off"> <img src="/WorldClient.dll?View=Captcha&amp;t={secrets.randbelow(10**6)}" alt=""></p>
<p><input type="checkbox" id="rem" name="RememberUser" value="1"><label for="rem">記住登入資訊 (公用電腦請勿勾選)</label></p><p><select name="Theme"><option value="LookOut">LookOut</option><option value="Lite">Lite</option></select> <input type="submit" name="Logon" value="登入"></p></form>
<h4>公佈欄</h4><p>※如無法登入，請先至下方網址變更密碼</p><a href="{self.urls["account"]}/">帳號服務</a></body></html>""")

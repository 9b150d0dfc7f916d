"""SharePoint 2013 with a home-grown master page: aspnetForm, request digests, ribbon, list forms, dialogs in iframes; OWA for mail."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

P = "ctl00$PlaceHolderMain$"
I = "ctl00_PlaceHolderMain_"

HASH_JS = r"""/* ntuh.security.js */
var NTUH = NTUH || {};
NTUH.md5 = function (text) {
  var s = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21], bytes = [], e = encodeURIComponent(text), i, k;
  for (i = 0; i < e.length; i++) { if (e.charAt(i) == '%') { bytes.push(parseInt(e.substr(i + 1, 2), 16)); i += 2; } else { bytes.push(e.charCodeAt(i)); } }
  var bits = bytes.length * 8; bytes.push(128);
  while (bytes.length % 64 != 56) bytes.push(0);
  for (i = 0; i < 8; i++) bytes.push(i < 4 ? (bits >>> (8 * i)) & 255 : 0);
  var A = 0x67452301, B = 0xefcdab89 | 0, C = 0x98badcfe | 0, D = 0x10325476;
  for (i = 0; i < bytes.length; i += 64) {
    var a = A, b = B, c = C, d = D;
    for (k = 0; k < 64; k++) {
      var r = k >> 4, f = r == 0 ? (b & c) | (~b & d) : r == 1 ? (d & b) | (~d & c) : r == 2 ? b ^ c ^ d : c ^ (b | ~d);
      var g = (r == 0 ? k : r == 1 ? 5 * k + 1 : r == 2 ? 3 * k + 5 : 7 * k) % 16, o = i + g * 4;
      var m = bytes[o] | (bytes[o + 1] << 8) | (bytes[o + 2] << 16) | (bytes[o + 3] << 24);
      var x = (a + f + m + (Math.floor(Math.abs(Math.sin(k + 1)) * 4294967296) | 0)) | 0, q = s[r * 4 + k % 4];
      a = d; d = c; c = b; b = (b + ((x << q) | (x >>> (32 - q)))) | 0;
    }
    A = (A + a) | 0; B = (B + b) | 0; C = (C + c) | 0; D = (D + d) | 0;
  }
  return [A, B, C, D].map(function (v) { var t = ''; for (var j = 0; j < 4; j++) t += ('0' + ((v >>> (8 * j)) & 255).toString(16)).slice(-2); return t; }).join('');
};
function CheckAndSetPassTextBox(id) {
  var box = document.getElementById(id);
  if (box.value.length > 0) { box.value = NTUH.md5(box.value); }
  return true;
}
"""


class TheSite(Site):
    title = "SharePoint master page"

    def __init__(self) -> None:
        super().__init__()
        self.live: dict[str, str] = {}
        self.desk: dict[str, dict] = {}

    # ------------------------------------------------------------------ the master page
    def master(self, what: str, action: str, title: str, main: str, *, launch: str = "", welcome: str = "", status: str = "", ribbon: str = "", search: bool = True, cookies: tuple = ()) -> Response:
        state = "/wEP" + secrets.token_urlsafe(40)
        self.live[state] = what
        bar = f'<div id="pageStatusBar" class="ms-status-{"green" if status.startswith("+") else "red"}"><span id="status_1_body">{status.lstrip("+")}</span></div>' if status else '<div id="pageStatusBar" style="display:none"></div>'
        find = '<div id="DeltaPlaceHolderSearchArea" class="ms-mpSearchBox"><input type="text" value="搜尋此網站..." maxlength="2048" name="ctl00$PlaceHolderSearchArea$SmallSearchInputBox1_csr_sbox" title="搜尋..." id="ctl00_sbox" class="ms-textSmall"><a title="搜尋" href="javascript: {}" class="ms-srch-sb-searchLink"><img src="/_layouts/15/images/searchresultui.png" alt="搜尋"></a></div>' if search else ""
        return Response(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html dir="ltr" lang="zh-TW"><head><meta name="GENERATOR" content="Microsoft SharePoint" /><meta http-equiv="Content-type" content="text/html; charset=utf-8" /><title>
	{title}
</title><script type="text/javascript" src="/_layouts/15/NTUH/ntuh.security.js"></script></head>
<body><div id="imgPrefetch" style="display:none"><img src="/_layouts/15/images/spcommon.png" /></div>
<form method="post" action="{escape(action)}" onsubmit="javascript:return WebForm_OnSubmit();" id="aspnetForm">
<div class="aspNetHidden">
<input type="hidden" name="_wpcmWpid" id="_wpcmWpid" value="" /><input type="hidden" name="wpcmVal" id="wpcmVal" value="" />
<input type="hidden" name="MSOWebPartPage_PostbackSource" id="MSOWebPartPage_PostbackSource" value="" /><input type="hidden" name="MSOTlPn_SelectedWpId" id="MSOTlPn_SelectedWpId" value="" />
<input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" /><input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />
<input type="hidden" name="__REQUESTDIGEST" id="__REQUESTDIGEST" value="0x{secrets.token_hex(32).upper()},{time.strftime("%d %b %Y %H:%M:%S")} -0000" />
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{state}" />
</div>
<script type="text/javascript">
//<![CDATA[
var theForm = document.forms['aspnetForm'];
function __doPostBack(eventTarget, eventArgument) {{
    if (!theForm.onsubmit || (theForm.onsubmit() != false)) {{ theForm.__EVENTTARGET.value = eventTarget; theForm.__EVENTARGUMENT.value = eventArgument; theForm.submit(); }}
}}
function WebForm_PostBackOptions(t, a, v, g, u, f, c) {{ this.eventTarget = t; this.eventArgument = a; this.clientSubmit = c; }}
function WebForm_DoPostBackWithOptions(o) {{ if (o.clientSubmit) __doPostBack(o.eventTarget, o.eventArgument); }}
function WebForm_OnSubmit() {{ return true; }}
//]]>
</script>
<div class="aspNetHidden"><input type="hidden" name="__VIEWSTATEGENERATOR" id="__VIEWSTATEGENERATOR" value="BAB98CB3" /><input type="hidden" name="__EVENTVALIDATION" id="__EVENTVALIDATION" value="/wEdA{secrets.token_urlsafe(20)}" /></div>
<div id="suiteBar"><div id="suiteBarLeft">台大醫院 Portal</div><div id="suiteBarRight">{welcome}</div></div>
<div id="s4-ribbonrow">{ribbon}</div>
<div id="s4-workspace"><div id="s4-titlerow">{find}<h1 id="pageTitle" class="ms-core-pageTitle">{title}</h1></div>{bar}
<div id="sideNavBox"><div class="ms-core-sideNavBox-removeLeftMargin">{launch}</div></div>
<div id="contentBox"><a name="mainContent"></a><div id="DeltaPlaceHolderMain">
{main}
</div></div></div>
</form></body></html>""", headers=[("X-SharePointHealthScore", "0"), *(("Set-Cookie", c) for c in cookies)])

    @staticmethod
    def field(name: str, label: str, value: str = "", kind: str = "text", hint: str = "", need: bool = True, tail: str = "", more: str = "") -> str:
        star = '<span title="這是必要欄位。" class="ms-accentText"> *</span>' if need else ""
        shown = f'value="{escape(value)}" ' if kind == "text" else ""
        return f"""<tr><td nowrap="true" valign="top" width="190px" class="ms-formlabel"><h3 class="ms-standardheader"><nobr>{label}{star}</nobr></h3></td>
<td valign="top" class="ms-formbody"><span dir="none"><input name="{P + name}" type="{kind}" {shown}maxlength="255" id="{I + name}" class="ms-long ms-spellcheck-true" {more}/>{tail}<br /></span>{f'<span class="ms-metadata">{hint}</span>' if hint else ''}</td></tr>
"""

    @staticmethod
    def press(name: str, text: str, extra: str = "") -> str:
        return f'<input type="submit" name="{P + name}" value="{text}" onclick="{extra}" id="{I + name}" class="ms-ButtonHeightWidth" />'

    def stale(self, request: Request, what: str) -> Response | None:
        fine = self.live.pop(request.get("__VIEWSTATE"), None) == what and request.has("__REQUESTDIGEST") and request.has("__EVENTVALIDATION")
        return None if fine else Response("<html><head><title>錯誤</title></head><body><h1>抱歉，發生錯誤</h1><p>此頁面的安全性驗證無效，可能已遭損毀。請按一下 [上一頁] 並重新整理。</p></body></html>", 403)

    # ------------------------------------------------------------------ portal
    def portal(self, request: Request) -> Response:
        t, path, sid = self.truth, request.path, request.cookies.get("_CK_NTUHPortal", "")
        if path == "/_layouts/15/NTUH/ntuh.security.js":
            return Response(HASH_JS, kind="application/javascript")
        if path == "/_layouts/15/NTUH/VerifyCode.ashx":
            return Response(picture(t.new_captcha(), "GIF"), kind="image/gif", headers=[("Cache-Control", "no-store")])
        if path == "/_layouts/15/NTUH/Login.aspx":
            return self.sign_in(request) if request.method == "POST" else self.login()
        if path == "/_layouts/15/SignOut.aspx":
            sid = request.query.get("SESSION", sid)
            if f"portal:{sid}" in t.sessions:
                t.sessions.discard(f"portal:{sid}")
                t.counts["sign_out_portal"] += 1
            return Response("<html><body><h1>您已成功登出</h1><p>請關閉所有瀏覽器視窗。</p><a href='/'>回到網站</a></body></html>", headers=[("Set-Cookie", "_CK_NTUHPortal=; path=/; Max-Age=0")])
        if f"portal:{sid}" not in t.sessions:
            return redirect("/_layouts/15/NTUH/Login.aspx?ReturnUrl=%2fPages%2fDefault.aspx")
        if request.method == "POST":
            self.takes(request)
        if path == "/":
            return redirect("/Pages/Default.aspx")
        if path == "/Pages/Default.aspx" and not request.cookies.get("NTUHNews"):
            return self.master("news", "/Pages/Default.aspx", "重要公告", '<div class="ms-rtestate-field"><p>資安宣導：請勿開啟來路不明之電子郵件。</p></div><a class="ms-heroCommandLink" href="/Pages/Default.aspx?read=1">我已詳閱，進入首頁</a>', search=False, cookies=("NTUHNews=1; path=/",))
        links = "".join(f'<li class="static"><a class="static menu-item ms-core-listMenu-item" href="{u}"><span class="additional-background"><span class="menu-item-text">{n}</span></span></a></li>' for n, u in (
            ("更改密碼", f"{self.urls['inner']}/sites/hr/SitePages/ChangePassword.aspx?SESSION={sid}"), ("個人簽章提醒設定", "/Pages/Soon.aspx"), ("薪資所得免稅額申報表", "/Pages/Soon.aspx"), ("查詢員工連絡資料", "/Pages/Soon.aspx"),
            ("維護個人連絡資料", f"{self.urls['inner']}/sites/hr/Lists/Contacts/EditForm.aspx?ID={t.person.employee_id}&amp;SESSION={sid}"), ("個人追蹤名單", "/Pages/Soon.aspx")))
        heads = "".join(f'<li class="static"><span class="menu-item-text">{n}</span></li>' for n in ("醫療系統", "醫療支援", "其他資源", "數位學習", "資訊安全", "行政系統"))
        body = "<p>此功能即將推出。</p>" if path == "/Pages/Soon.aspx" else '<div class="ms-webpart-zone"><h2 class="ms-webpart-titleText">全院公告</h2><table class="ms-listviewtable"><tr><th>日期</th><th>標題</th></tr><tr><td>2019/10/21</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr></table></div>'
        return self.master("home", path, "首頁", body, launch=f'<ul class="root ms-core-listMenu-root static">{heads}<li class="static selected"><span class="menu-item-text">個人管理</span><ul class="static">{links}</ul></li></ul>',
                           welcome=f'<span class="ms-welcome-root">{t.person.name} 您好!</span> <a class="ms-core-menu-link" href="/_layouts/15/SignOut.aspx" title="登出此網站。">登出</a>')

    def login(self, status: str = "", typed: str = "") -> Response:
        hosp = "".join(f'<option value="{v}">{n}</option>' for v, n in (("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("T4", "新竹分院"), ("T5", "竹東分院"), ("Y0", "雲林分院")))
        return self.master("login", "/_layouts/15/NTUH/Login.aspx?ReturnUrl=%2fPages%2fDefault.aspx", "登入", f"""<table class="ms-formtable" border="0" cellpadding="0" cellspacing="0">
<tr><td class="ms-formlabel"><h3 class="ms-standardheader"><nobr>院區</nobr></h3></td><td class="ms-formbody"><select name="{P}ddlHospital" id="{I}ddlHospital">{hosp}</select></td></tr>
{self.field("txtUserID", "帳號", typed)}{self.field("txtPass", "密碼", kind="password")}<tr id="tr_cap" style="visibility:hidden"><td></td><td><span id="capStatus" style="visibility:hidden">Caps Lock 已開啟</span></td></tr>
{self.field("txtVerifyCode", "驗證碼", hint="(不用區分大小寫)", tail=f' <img id="{I}imgVerifyCode" src="/_layouts/15/NTUH/VerifyCode.ashx?t={secrets.randbelow(10**8)}" alt="" />')}
<tr><td></td><td class="ms-formbody"><input type="image" name="{P}imgBtnSubmitNew" id="{I}imgBtnSubmitNew" title="登入系統" src="/_layouts/15/NTUH/btn_login.png" alt="登入系統" onclick="return CheckAndSetPassTextBox('{I}txtPass');" /></td></tr></table>""", status=status, search=False)

    def sign_in(self, request: Request) -> Response:
        self.takes(request, **{P + "ddlHospital": "campus", P + "txtUserID": "employee_id", P + "txtPass": "portal_password", P + "txtVerifyCode": "captcha"})
        t, bad = self.truth, self.stale(request, "login")
        if bad:
            return bad
        typed = request.get(P + "txtUserID").strip()
        if not request.has(P + "imgBtnSubmitNew.x"):
            return self.login("", typed)
        right, t.captcha = t.captcha, ""
        if not right or request.get(P + "txtVerifyCode").strip().upper() != right:
            said = "圖形驗證失敗，請輸入新的圖形文字"
        elif typed != t.person.employee_id or request.get(P + "txtPass").lower() != hashlib.md5(t.portal_password.encode("utf-8")).hexdigest():
            said = "登入帳號或登入密碼錯誤，連續錯誤五次將被鎖定"
        elif request.get(P + "ddlHospital") != "T0":
            said = "您於該院區無登入權限"
        else:
            sid = secrets.token_hex(16)
            t.sessions.add(f"portal:{sid}")
            t.counts["sign_in"] += 1
            return redirect("/Pages/Default.aspx", ("Set-Cookie", f"_CK_NTUHPortal={sid}; path=/; HttpOnly"))
        t.counts["sign_in_refused"] += 1
        return self.login(said, typed)

    # ------------------------------------------------------------------ inner
    def inner(self, request: Request) -> Response:
        t, sid = self.truth, request.query.get("SESSION", "")
        if f"portal:{sid}" not in t.sessions:
            return Response(f'<html><body><h1>401 UNAUTHORIZED</h1><a href="{self.urls["portal"]}/">請由 Portal 登入</a></body></html>', 401)
        if request.path.endswith("/ChangePassword.aspx"):
            return self.change(request, sid) if request.method == "POST" else self.password(sid)
        if request.path.endswith("/EditForm.aspx"):
            return self.save(request, sid) if request.method == "POST" else self.contact(sid)
        return Response("<h1>404 NOT FOUND</h1>", 404)

    def foot(self, sid: str) -> str:
        return f'<p class="ms-toolbar"><a href="{self.urls["portal"]}/Pages/Default.aspx">回功能選單</a> <a href="{self.urls["portal"]}/_layouts/15/SignOut.aspx?SESSION={sid}">登出系統</a></p>'

    def password(self, sid: str, status: str = "") -> Response:
        return self.master("password", f"/sites/hr/SitePages/ChangePassword.aspx?SESSION={sid}", "更改密碼", f"""<table class="ms-formtable">{self.field("txtOldPwd", "請輸入舊密碼：", kind="password")}{self.field("txtNewPwd", "請輸入新密碼：", kind="password")}{self.field("txtNewPwdC", "請再輸入新密碼：", kind="password")}
<tr><td class="ms-formlabel"><h3 class="ms-standardheader"><nobr>密碼強度檢核：</nobr></h3></td><td class="ms-formbody"><span id="strength">&#160;</span></td></tr></table>
<div class="ms-descriptiontext">密碼設定條件：<ul><li>1.密碼長度不可少於8個字元</li><li>2.密碼內容需包含英文及數字</li></ul></div>{self.press("btnChange", "儲存")} <input type="button" value="取消" class="ms-ButtonHeightWidth" onclick="location.href='{self.urls["portal"]}/Pages/Default.aspx'" />{self.foot(sid)}""", status=status)

    def change(self, request: Request, sid: str) -> Response:
        self.takes(request, **{P + "txtOldPwd": "old_password", P + "txtNewPwd": "new_password", P + "txtNewPwdC": "new_password_again"})
        t, bad = self.truth, self.stale(request, "password")
        if bad:
            return bad
        if not request.has(P + "btnChange"):
            return self.password(sid)
        old, new = request.get(P + "txtOldPwd"), request.get(P + "txtNewPwd")
        tests = ((old == t.portal_password, "舊密碼驗證失敗"), (len(new) >= 8 and re.search("[A-Za-z]", new) and re.search(r"\d", new), "新密碼不符合設定條件"), (new == request.get(P + "txtNewPwdC"), "確認密碼不相同"), (new != old, "新舊密碼不得相同"))
        for good, said in tests:
            if not good:
                t.counts["password_refused"] += 1
                return self.password(sid, said)
        t.portal_password = new
        t.counts["password_changed"] += 1
        return self.master("none", "#", "更改密碼", f"<p>您現在可以返回功能選單繼續作業。</p>{self.foot(sid)}", status="+您的密碼已儲存。")

    LIST = [("ff1", "english_surname", "英文姓：", "ex:Chen(陳)"), ("ff2", "english_given", "英文首名：", "ex: Yi-Fen(怡芬)"), ("ff3", "english_middle", "英文中名：", "ex:Mary 為英文別名，如無，可不填"),
            ("ff4", "office_phone", "辦公室電話：", "ex:61234或23123456"), ("ff5", "home_phone", "住宅電話：", "ex:0223123456"), ("ff6", "mobile_phone", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")]

    def contact(self, sid: str, status: str = "") -> Response:
        t = self.truth
        fixed = "".join(f'<tr><td class="ms-formlabel"><h3 class="ms-standardheader"><nobr>{k}</nobr></h3></td><td class="ms-formbody">{v}</td></tr>' for k, v in (("員工編號：", t.person.employee_id), ("姓名：", t.person.name)))
        rows = "".join(self.field(n, label, t.saved_contact.get(key, getattr(t.person, key)), hint=hint, need=key == "mobile_phone", more=f'title="{label.rstrip("：")}" ') for n, key, label, hint in self.LIST)
        ribbon = f"""<div id="Ribbon" class="ms-cui-ribbon"><ul><li class="ms-cui-tt"><span class="ms-cui-tt-span">編輯</span></li></ul><span class="ms-cui-layout"><a class="ms-cui-ctl-large" id="Ribbon.ListForm.Edit.Commit.Publish-Large" href="javascript:__doPostBack('{P}RibbonSave','')"><span class="ms-cui-ctl-largeIconContainer"><img src="/_layouts/15/1028/images/formatmap32x32.png" alt="" /></span><span class="ms-cui-ctl-largelabel">異動<br />儲存</span></a><a class="ms-cui-ctl-large ms-cui-disabled" href="javascript:;"><span class="ms-cui-ctl-largelabel">貼上</span></a></span></div>"""
        return self.master("contact", f"/sites/hr/Lists/Contacts/EditForm.aspx?ID={t.person.employee_id}&SESSION={sid}", "台大醫院---維護個人連絡資料", f'<table class="ms-formtable">{fixed}{rows}</table>{self.foot(sid)}', status=status, ribbon=ribbon)

    def save(self, request: Request, sid: str) -> Response:
        self.takes(request, **{P + "ff6": "mobile_phone"})
        bad = self.stale(request, "contact")
        if bad:
            return bad
        if request.get("__EVENTTARGET") != P + "RibbonSave":
            return self.contact(sid)
        if not all(request.has(P + n) for n, *_ in self.LIST) or not re.fullmatch(r"09\d{8}", request.get(P + "ff6")):
            return self.contact(sid, "行動電話：值必須為 10 位數字。")
        self.truth.saved_contact = {key: request.get(P + n) for n, key, *_ in self.LIST}
        self.truth.counts["contact_saved"] += 1
        return self.contact(sid, "+項目已更新")

    # ------------------------------------------------------------------ account
    def account(self, request: Request) -> Response:
        t, sid, path = self.truth, request.cookies.get("WSS_Help", ""), request.path
        if path in ("/", "/SitePages/Home.aspx"):
            if request.method == "POST":
                self.takes(request)
            return self.front() if path != "/" else redirect("/SitePages/Home.aspx")
        desk = self.desk.get(sid)
        view = path.rsplit("/", 1)[-1]
        if view == "Verify.aspx" and request.query.get("Type") in ("1", "2") and request.method == "GET":
            sid = secrets.token_hex(12)
            self.desk[sid] = {"sid": sid, "type": request.query["Type"], "emp": "", "code": "", "at": 0.0, "ok": False, "dlg": False}
            return redirect("/_layouts/15/Help/Verify.aspx", ("Set-Cookie", f"WSS_Help={sid}; path=/"))
        if desk is None or view not in ("Verify.aspx", "SendSms.aspx", "SetAlias.aspx", "ResetPwd.aspx", "Close.aspx"):
            return redirect("/SitePages/Home.aspx")
        if view == "Close.aspx":
            if f"account:{sid}" in t.sessions:
                t.sessions.discard(f"account:{sid}")
                t.counts["sign_out_account"] += 1
            self.desk.pop(sid)
            return redirect("/SitePages/Home.aspx", ("Set-Cookie", "WSS_Help=; path=/; Max-Age=0"))
        if view == "Verify.aspx":
            return self.post_verify(request, desk) if request.method == "POST" else self.verify(desk)
        if view == "SendSms.aspx":
            return self.post_sms(request, desk) if request.method == "POST" else self.sms(desk)
        if not desk["ok"]:
            return redirect("/_layouts/15/Help/Verify.aspx")
        if view == "SetAlias.aspx" and desk["type"] == "1":
            return self.post_alias(request) if request.method == "POST" else self.alias()
        if view == "ResetPwd.aspx" and desk["type"] == "2":
            return self.post_reset(request) if request.method == "POST" else self.reset()
        return redirect("/SitePages/Home.aspx")

    def front(self) -> Response:
        tile = '<div class="ms-promlink-body" style="display:inline-block;width:260px"><a class="ms-tileview-tile-anchor" href="%s"><div class="ms-tileview-tile-titleTextMediumCollapsed">%s</div></a><div class="ms-tileview-tile-descriptionMedium">%s</div></div>'
        return self.master("front", "/SitePages/Home.aspx", "網路帳號服務", """<div class="ms-wikicontent"><p><strong>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</strong></p><h2>《規範》</h2><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li></ul><h2>《常見問題與服務》</h2><p>密碼修改後多久可以生效：即時生效。</p><p>忘記密碼：請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></div>"""
                           + tile % ("/_layouts/15/Help/Verify.aspx?Type=1", "啟用網路帳號及首次雲端帳號密碼設定", "啟用本院微軟相關服務，如：Office365, Outlook...") + tile % ("/_layouts/15/Help/Verify.aspx?Type=2", "重置雲端服務密碼", "重設非Portal帳號的密碼") + tile % ("/SitePages/Home.aspx#vpn", "總院廠商VPN展延申請", "總院廠商VPN到期，重新啟用申請。"))

    def verify(self, desk: dict, status: str = "") -> Response:
        dialog, desk["dlg"] = "", False
        if status == "dialog":
            status, desk["dlg"] = "", True
            dialog = '<div class="ms-dlgOverlay"></div><div class="ms-dlgContent" role="dialog"><div class="ms-dlgBorder"><div class="ms-dlgTitle"><span class="ms-dlgTitleText">發送簡訊</span></div><div class="ms-dlgFrameContainer"><iframe id="DialogFrame1" class="ms-dlgFrame" frameborder="0" src="/_layouts/15/Help/SendSms.aspx?IsDlg=1" style="width:480px;height:220px"></iframe></div></div></div>'
        return self.master("verify", "/_layouts/15/Help/Verify.aspx", "啟用網路帳號及首次雲端帳號密碼設定" if desk["type"] == "1" else "重置雲端服務密碼", f"""<div class="ms-descriptiontext">注意事項<ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div>
<table class="ms-formtable">{self.field("txtAccount", "網路帳號 / 主職員工編號", desk["emp"], tail=" " + self.press("btnSendSms", "發送簡訊動態碼"))}{self.field("txtOtp", "簡訊(或MOTP)動態碼", need=False)}</table>{self.press("btnNext", "下一步")}{dialog}""", status=status)

    def post_verify(self, request: Request, desk: dict) -> Response:
        self.takes(request, **{P + "txtAccount": "employee_id", P + "txtOtp": "code"})
        t, bad = self.truth, self.stale(request, "verify")
        if bad:
            return bad
        desk["emp"] = request.get(P + "txtAccount").strip()
        if request.has(P + "btnSendSms"):
            return self.verify(desk, "dialog" if desk["emp"] == t.person.employee_id else "查不到此員工編號的資料")
        if not request.has(P + "btnNext"):
            return self.verify(desk)
        late = time.monotonic() - desk["at"] > 120
        if desk["emp"] != t.person.employee_id or not desk["code"] or request.get(P + "txtOtp").strip() != desk["code"] or late:
            t.counts["code_refused"] += 1
            return self.verify(desk, "動態碼效期已過，請重新取得" if desk["code"] and late else "動態碼比對失敗")
        desk.update(ok=True, code="")
        t.sessions.add(f"account:{desk['sid']}")
        t.counts["code_accepted"] += 1
        return redirect("/_layouts/15/Help/" + ("SetAlias.aspx" if desk["type"] == "1" else "ResetPwd.aspx"))

    def sms(self, desk: dict, status: str = "") -> Response:
        return self.master("sms", "/_layouts/15/Help/SendSms.aspx?IsDlg=1", "發送簡訊", f'<p>請輸入帳號登記的手機門號(10碼)</p><input name="{P}txtMobile" type="text" maxlength="10" id="{I}txtMobile" class="ms-input" /><p>{self.press("btnConfirmSend", "確定發送")} <a class="ms-ButtonHeightWidth" href="/_layouts/15/Help/Verify.aspx" target="_parent">取消</a></p>', status=status, search=False)

    def post_sms(self, request: Request, desk: dict) -> Response:
        self.takes(request, **{P + "txtMobile": "registered_phone"})
        t, bad = self.truth, self.stale(request, "sms")
        if bad:
            return bad
        if not desk["emp"]:
            return self.sms(desk, "請先輸入員工編號")
        if request.get(P + "txtMobile").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
            return self.sms(desk, "門號與帳號登記的資料不同")
        desk["code"], desk["at"] = t.new_message(), time.monotonic()
        return self.master("none", "#", "動態碼簡訊發送成功", '<p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p><a class="ms-ButtonHeightWidth" href="/_layouts/15/Help/Verify.aspx" target="_parent">確定</a>', search=False)

    CLOSE = '<a class="ms-ButtonHeightWidth" href="/_layouts/15/Help/Close.aspx">%s</a>'

    def alias(self, status: str = "", typed: str = "") -> Response:
        t, p = self.truth, self.truth.person
        facts = "".join(f'<tr><td class="ms-formlabel"><h3 class="ms-standardheader"><nobr>{k}</nobr></h3></td><td class="ms-formbody">{v}</td></tr>' for k, v in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        if t.alias:
            return self.master("alias", "/_layouts/15/Help/SetAlias.aspx", "設定密碼與郵件別名", f'<table class="ms-formtable">{facts}<tr><td class="ms-formlabel">電子郵件名稱</td><td class="ms-formbody">{escape(t.alias)}@ntuh.gov.tw</td></tr></table><p>您已完成雲端服務啟用程序，電子郵件名稱不得變更。</p>{self.CLOSE % "關閉"}', status=status)
        return self.master("alias", "/_layouts/15/Help/SetAlias.aspx", "設定密碼與郵件別名", f"""<p>雲端服務帳號說明： 1. 雲端服務帳號為跨體系使用。 2. 服務於設定完成隔日生效。</p><table class="ms-formtable">{facts}
{self.field("txtMailName", "雲端服務帳號<br />(電子郵件名稱)", typed, tail="@ntuh.gov.tw", hint="名稱長度限64字元內")}{self.field("txtPwdA", "雲端服務密碼", kind="password", hint="至少8碼，含英文及數字")}{self.field("txtPwdB", "雲端服務密碼(再次輸入)", kind="password")}</table>
{self.CLOSE % "取消啟用"} {self.press("btnEnable", "啟用雲端服務", "return confirm('別名設定後不能修改，確定啟用？');")} 服務於設定完成隔日生效""", status=status)

    @staticmethod
    def weak(a: str, b: str) -> str:
        if len(a) < 8 or not re.search("[A-Za-z]", a) or not re.search(r"\d", a):
            return "雲端服務密碼強度不足"
        return "" if a == b else "兩次輸入的雲端服務密碼不相符"

    def post_alias(self, request: Request) -> Response:
        self.takes(request, **{P + "txtMailName": "alias", P + "txtPwdA": "cloud_password", P + "txtPwdB": "cloud_password_again"})
        t, name, bad = self.truth, request.get(P + "txtMailName").strip(), self.stale(request, "alias")
        if bad:
            return bad
        if not request.has(P + "btnEnable"):
            return self.alias("", name)
        said = ("此帳號已啟用，無法再次啟用" if t.alias else "電子郵件名稱僅限英數字及 . _ - 符號" if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", name) else
                "電子郵件名稱已被使用，請更換" if name.lower() in ("taken.name", "postmaster") else self.weak(request.get(P + "txtPwdA"), request.get(P + "txtPwdB")))
        if said:
            return self.alias(said, name)
        t.alias, t.cloud_password = name, request.get(P + "txtPwdA")
        t.counts["activated"] += 1
        return self.master("none", "#", "作業結果", f'<p>您的雲端服務帳號 <strong>{escape(name)}@ntuh.gov.tw</strong> 已建立，將於明日開通。</p>{self.CLOSE % "關閉"}', status="+建立完成")

    def reset(self, status: str = "") -> Response:
        return self.master("reset", "/_layouts/15/Help/ResetPwd.aspx", "重置雲端服務密碼", f'<table class="ms-formtable">{self.field("txtPwdA", "新的雲端服務密碼", kind="password")}{self.field("txtPwdB", "新的雲端服務密碼(再次輸入)", kind="password")}</table>{self.press("btnReset", "重置")} {self.CLOSE % "關閉"}', status=status)

    def post_reset(self, request: Request) -> Response:
        self.takes(request, **{P + "txtPwdA": "cloud_password", P + "txtPwdB": "cloud_password_again"})
        bad = self.stale(request, "reset")
        if bad:
            return bad
        said = self.weak(request.get(P + "txtPwdA"), request.get(P + "txtPwdB")) if self.truth.alias else "您尚未啟用雲端服務"
        if said or not request.has(P + "btnReset"):
            return self.reset(said)
        self.truth.cloud_password = request.get(P + "txtPwdA")
        return self.master("none", "#", "作業結果", f'<p>雲端服務密碼已重置。</p>{self.CLOSE % "關閉"}', status="+重置完成")

    # ------------------------------------------------------------------ mail (OWA)
    def mail(self, request: Request) -> Response:
        t, path, sid = self.truth, request.path, request.cookies.get("cadata", "")
        if path == "/owa/auth/verify.ashx":
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 6), "PNG"), kind="image/png", headers=[("Cache-Control", "no-store")])
        if path == "/owa/auth.owa" and request.method == "POST":
            self.takes(request, username="mail_account", password="mail_password", verifycode="captcha")
            right, t.captcha = t.captcha, ""
            if not request.has("destination") or not right or request.get("verifycode") != right:
                return redirect("/owa/auth/logon.aspx?replaceCurrent=1&reason=9")
            if not t.alias or not t.cloud_password or request.get("username").split("@")[0].lower() != t.alias.lower() or request.get("password") != t.cloud_password:
                return redirect("/owa/auth/logon.aspx?replaceCurrent=1&reason=2")
            sid = secrets.token_hex(16)
            t.sessions.add(f"mail:{sid}")
            t.counts["mail_sign_in"] += 1
            return redirect("/owa/", ("Set-Cookie", f"cadata={sid}; path=/; HttpOnly"))
        if path == "/owa/auth/logon.aspx" or f"mail:{sid}" not in t.sessions:
            if path != "/owa/auth/logon.aspx":
                return redirect("/owa/auth/logon.aspx?url=%2fowa%2f&reason=0")
            said = {"2": "您輸入的使用者名稱或密碼不正確。請再試一次。", "9": "您輸入的驗證碼不正確。"}.get(request.query.get("reason", ""), "")
            return Response(f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>Outlook Web App</title></head><body class="signInBg"><form action="/owa/auth.owa" method="POST" name="logonForm" autocomplete="off">
<input type="hidden" name="destination" value="/owa/"><input type="hidden" name="flags" value="4"><input type="hidden" name="forcedownlevel" value="0">
<div class="signInError" role="alert">{said}</div><div class="signInInputLabel" id="userNameLabel">帳號:</div><div><input id="username" name="username" class="signInInputText" aria-labelledby="userNameLabel"></div>
<div class="signInInputLabel" id="passwordLabel">密碼:</div><div><input id="password" onfocus="g_fFcs=0" name="password" type="password" class="signInInputText" aria-labelledby="passwordLabel"></div>
<div class="signInInputLabel" id="verifyLabel">驗證碼(小寫字母或數字):</div><div><input id="verifycode" name="verifycode" class="signInInputText" aria-labelledby="verifyLabel"> <img src="/owa/auth/verify.ashx?{secrets.randbelow(10**6)}" alt=""></div>
<div class="showPasswordCheck"><input type="checkbox" id="chkPrvt" name="trusted" value="4"><label for="chkPrvt">記住登入資訊 (公用電腦請勿勾選)</label></div>
<div class="signinbutton"><button type="submit"><img class="imgLnk" src="/owa/auth/signin.png" alt=""><span class="signinTxt">登入</span></button><input name="isUtf8" type="hidden" value="1"></div></form><div>公佈欄：體系帳號整併中。</div></body></html>""")
        if path == "/owa/logoff.owa":
            t.sessions.discard(f"mail:{sid}")
            t.counts["sign_out_mail"] += 1
            return redirect("/owa/auth/logon.aspx?reason=0", ("Set-Cookie", "cadata=; path=/; Max-Age=0"))
        return Response(f'<html><head><title>{escape(t.alias)} - Outlook Web App</title></head><body><a href="/owa/logoff.owa">登出</a><h2>收件匣</h2><ul><li>歡迎使用 Outlook</li></ul></body></html>')

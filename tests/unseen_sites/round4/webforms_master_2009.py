"""A hospital intranet of 2009: ASP.NET WebForms with a master page."""

from __future__ import annotations

import base64
import re
import secrets
import sys
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402

C = "ctl00$MainContent$"
I = "ctl00_MainContent_"
BRANCHES = {"T0": "總院區", "T2": "北護分院", "T3": "金山分院", "T4": "新竹分院", "Y0": "雲林分院"}
ENTRIES = [("個人管理", "更改密碼", "ChangePwd.aspx"), ("個人管理", "個人簽章提醒設定", ""), ("個人管理", "查詢員工連絡資料", ""),
           ("個人管理", "維護個人連絡資料", "Contact.aspx"), ("個人管理", "個人就醫紀錄查詢", ""), ("個人管理", "行動憑證申請", "")]
CONTACT = [("txtEngLast", "english_surname", "英文姓", "ex:Chen(陳)", 30), ("txtEngFirst", "english_given", "英文首名", "ex: Yi-Fen(怡芬)", 30),
           ("txtEngMid", "english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填", 30), ("txtTelO", "office_phone", "辦公室電話", "ex:61234或23123456", 20),
           ("txtTelH", "home_phone", "住宅電話", "ex:0223123456", 20), ("txtMobile", "mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", 10)]


class TheSite(Site):
    title = "webforms_master_2009"

    def __init__(self) -> None:
        super().__init__()
        self.states: dict[str, tuple[str, str]] = {}
        self.portal_in: dict[str, bool] = {}
        self.proofs: dict[str, dict] = {}
        self.mail_in: set[str] = set()
        self.pic = {"portal": "", "mail": ""}

    # ---- master page and state
    def master(self, r: Request, head: str, main: str, owner: str, side: str = "", errors: list[str] | None = None, alert: str = "", top: str = "") -> Response:
        vs = "/wEPDwUK" + base64.b64encode(secrets.token_bytes(90)).decode()
        self.states[vs] = (r.host + r.path, owner)
        ev = "/wEWBgL" + base64.b64encode(vs[8:50].encode()).decode()
        action = escape(r.path.rsplit("/", 1)[-1] + ("?" + "&".join(f"{k}={v}" for k, v in r.query.items()) if r.query else ""))
        summary = (f'<div id="{I}vsSummary" style="color:Red;">請修正下列問題：<ul>' + "".join(f"<li>{escape(e)}</li>" for e in errors) + "</ul>\n</div>"
                   if errors else f'<div id="{I}vsSummary" style="color:Red;display:none;">\n</div>')
        last = f"<script type=\"text/javascript\">\n//<![CDATA[\nalert('{alert}');//]]>\n</script>" if alert else ""
        return Response(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head id="ctl00_Head1"><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>
	{head}
</title><style type="text/css">.hd{{background:#5D7B9D;color:#fff}} .grid td{{border:1px solid #ccc}}</style></head>
<body>
<form name="aspnetForm" method="post" action="{action}" id="aspnetForm">
<div>
<input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" />
<input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{vs}" />
</div>
<script type="text/javascript">
//<![CDATA[
var theForm = document.forms['aspnetForm'];
if (!theForm) {{ theForm = document.aspnetForm; }}
function __doPostBack(eventTarget, eventArgument) {{
    if (!theForm.onsubmit || (theForm.onsubmit() != false)) {{
        theForm.__EVENTTARGET.value = eventTarget;
        theForm.__EVENTARGUMENT.value = eventArgument;
        theForm.submit();
    }}
}}
//]]>
</script>
<table id="ctl00_tblMaster" width="960" align="center" cellspacing="0" cellpadding="4" border="0">
<tr class="hd"><td colspan="2"><img src="/images/logo.gif" alt="醫院標誌" /> <span id="ctl00_lblTitle">{head}</span></td><td align="right">{top}</td></tr>
<tr valign="top"><td width="180" bgcolor="#F7F6F3">{side}</td><td colspan="2">
{summary}
{main}
</td></tr>
<tr><td colspan="3" align="center"><small><span id="ctl00_lblFooter">資訊室維護 分機 261120　建議使用 IE7 以上瀏覽，解析度 1024x768</span></small></td></tr>
</table>
<div><input type="hidden" name="__EVENTVALIDATION" id="__EVENTVALIDATION" value="{ev}" /></div>
{last}
</form>
</body>
</html>""")

    def fresh(self, r: Request, owner: str) -> bool:
        """Whether the hidden state is one that this page gave to this visitor, and not used yet."""
        vs = r.get("__VIEWSTATE")
        good = self.states.pop(vs, None) == (r.host + r.path, owner)
        return good and r.get("__EVENTVALIDATION") == "/wEWBgL" + base64.b64encode(vs[8:50].encode()).decode()

    def broken(self) -> Response:
        return Response("<html><head><title>執行階段錯誤</title></head><body><h2><i>驗證 viewstate MAC 失敗或網頁已過期，請重新開啟網頁。</i></h2></body></html>", 500)

    def image(self, which: str, letters: str | None = None) -> Response:
        text = self.truth.new_captcha(letters, 5) if letters else self.truth.new_captcha()
        self.pic[which] = text
        return Response(picture(text, "GIF" if which == "portal" else "JPEG"), kind="image/gif" if which == "portal" else "image/jpeg", headers=[("Cache-Control", "no-cache")])

    def seen(self, which: str, typed: str) -> bool:
        text, self.pic[which] = self.pic[which], ""
        good = bool(text) and text == self.truth.captcha and typed.strip().upper() == text.upper()
        self.truth.captcha = ""
        return good

    # ---- portal
    def portal(self, r: Request) -> Response:
        if r.path in ("/", "/Default.aspx"):
            return redirect("/Portal/SignIn.aspx")
        if r.path == "/Portal/ValidateImage.ashx":
            return self.image("portal")
        if r.path == "/Portal/SignIn.aspx":
            return self.sign_in(r)
        key = r.query.get("SESSION", "")
        if key not in self.portal_in or r.cookies.get("PortalTicket") != key:
            return redirect("/Portal/SignIn.aspx")
        if r.path == "/Portal/Notice.aspx":
            if r.method == "POST":
                self.takes(r)
                if not self.fresh(r, key):
                    return self.broken()
                return redirect(f"/Portal/Main.aspx?SESSION={key}")
            return self.master(r, "全院公告", f"""<table class="grid"><tr class="hd"><th>日期</th><th>標題</th></tr><tr><td>2009/10/21</td><td>請同仁定期更換密碼，並確認連絡資料</td></tr></table>
<p><input type="submit" name="{C}btnRead" value="我已閱讀，進入系統" id="{I}btnRead" /></p>""", key)
        if r.path == "/Portal/Main.aspx":
            return self.menu(r, key)
        return Response("<h1>找不到資源。</h1>", 404)

    def sign_in(self, r: Request) -> Response:
        owner = r.cookies.get("ASP.NET_SessionId", "")
        errors: list[str] = []
        user, branch = "", "T0"
        if r.method == "POST":
            self.takes(r, **{C + "ddlBranch": "campus", C + "txtAccount": "employee_id", C + "txtPwd": "portal_password", C + "txtCheck": "captcha"})
            if not owner or not self.fresh(r, owner):
                return self.broken()
            user, branch = r.get(C + "txtAccount"), r.get(C + "ddlBranch")
            if r.get("__EVENTTARGET") != C + "lnkNewImage":
                if not r.has(C + "btnLogin"):
                    return self.broken()
                seen = self.seen("portal", r.get(C + "txtCheck"))
                if branch not in BRANCHES:
                    return self.broken()
                if not user or not r.get(C + "txtPwd"):
                    errors.append("帳號與密碼為必填")
                elif not seen:
                    errors.append("圖形驗證碼輸入不正確，請依新圖片再輸入一次")
                elif branch != "T0" or user != self.truth.person.employee_id or r.get(C + "txtPwd") != self.truth.portal_password:
                    errors.append("登入失敗：帳號不存在或密碼不符")
                else:
                    key = secrets.token_hex(16)
                    self.portal_in[key] = True
                    self.truth.sessions.add("portal:" + key)
                    self.truth.counts["sign_in"] += 1
                    return redirect(f"/Portal/Notice.aspx?SESSION={key}", ("Set-Cookie", f"PortalTicket={key}; path=/; HttpOnly"))
                self.truth.counts["sign_in_refused"] += 1
        new = not owner
        owner = owner or secrets.token_hex(12)
        chosen = ' selected="selected"'
        options = "".join(f'<option{chosen if v == branch else ""} value="{v}">{t}</option>' for v, t in BRANCHES.items())
        page = self.master(r, "登入本院PORTAL系統", f"""<div id="{I}pnlLogin"><table border="0">
<tr><td align="right">院　　區</td><td><select name="{C}ddlBranch" id="{I}ddlBranch">{options}</select></td></tr>
<tr><td align="right">帳　　號</td><td><input name="{C}txtAccount" type="text" maxlength="6" id="{I}txtAccount" value="{escape(user)}" /><span id="{I}rfvAccount" style="color:Red;display:none;">*請輸入帳號</span></td></tr>
<tr><td align="right">密　　碼</td><td><input name="{C}txtPwd" type="password" maxlength="20" id="{I}txtPwd" /><span id="{I}rfvPwd" style="color:Red;display:none;">*請輸入密碼</span></td></tr>
<tr><td align="right">驗證碼</td><td><input name="{C}txtCheck" type="text" maxlength="6" id="{I}txtCheck" autocomplete="off" /> (不用區分大小寫)<br />
<img id="{I}imgCheck" src="ValidateImage.ashx?t={secrets.randbelow(10**9)}" alt="驗證碼圖片" /> <a id="{I}lnkNewImage" href="javascript:__doPostBack('{C}lnkNewImage','')">換一張</a></td></tr>
<tr><td></td><td><input type="submit" name="{C}btnLogin" value="登 入" id="{I}btnLogin" /></td></tr></table></div>""", owner, "院外網<br />院內網<br />網路掛號", errors)
        if new:
            page.headers.append(("Set-Cookie", f"ASP.NET_SessionId={owner}; path=/; HttpOnly"))
        return page

    def menu(self, r: Request, key: str) -> Response:
        alert = ""
        if r.method == "POST":
            self.takes(r)
            if not self.fresh(r, key):
                return self.broken()
            target = r.get("__EVENTTARGET")
            if target == "ctl00$lnkSignOut":
                del self.portal_in[key]
                self.truth.sessions.discard("portal:" + key)
                self.truth.counts["sign_out_portal"] += 1
                return redirect("/Portal/SignIn.aspx", ("Set-Cookie", "PortalTicket=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT"))
            found = re.fullmatch(r"ctl00\$MainContent\$gvMenu\$ctl(\d\d)\$lnkFunc", target)
            if found and 0 <= int(found[1]) - 2 < len(ENTRIES):
                page = ENTRIES[int(found[1]) - 2][2]
                if page:
                    return redirect(f"{self.urls['inner']}/HRWeb/{page}?SESSION={key}")
                alert = "您沒有使用此功能的權限"
        rows = "".join(f"""<tr><td>{group}</td><td><a id="{I}gvMenu_ctl{n:02}_lnkFunc" href="javascript:__doPostBack('{C}gvMenu$ctl{n:02}$lnkFunc','')">{text}</a></td></tr>
""" for n, (group, text, _) in enumerate(ENTRIES, 2))
        return self.master(r, "功能選單", f"""<div><table class="grid" cellspacing="0" rules="all" border="1" id="{I}gvMenu">
<tr class="hd"><th scope="col">類別</th><th scope="col">功能名稱</th></tr>
{rows}</table></div>""", key, f'功能查詢<br /><input name="ctl00$txtFind" type="text" id="ctl00_txtFind" size="12" /><input type="submit" name="ctl00$btnFind" value="查" id="ctl00_btnFind" />', alert=alert,
                           top=f"""{self.truth.person.name} 您好! <a id="ctl00_lnkSignOut" href="javascript:__doPostBack('ctl00$lnkSignOut','')">登出系統</a>""")

    # ---- inner pages
    def inner(self, r: Request) -> Response:
        key = r.query.get("SESSION", "")
        if key not in self.portal_in:
            return Response(f"<script>alert('連線逾時，請重新登入');top.location.href='{self.urls['portal']}/';</script>")
        back = f'<a id="ctl00_hlBack" href="{self.urls["portal"]}/Portal/Main.aspx?SESSION={key}">回功能選單</a>'
        t = self.truth
        errors: list[str] = []
        note = ""
        if r.path == "/HRWeb/ChangePwd.aspx":
            if r.method == "POST":
                self.takes(r, **{C + "txtOld": "old_password", C + "txtNew": "new_password", C + "txtNew2": "new_password_again"})
                if not self.fresh(r, key) or not r.has(C + "btnChange"):
                    return self.broken()
                old, new, again = (r.get(C + n) for n in ("txtOld", "txtNew", "txtNew2"))
                if old != t.portal_password:
                    errors.append("舊密碼不正確")
                if new != again:
                    errors.append("兩次輸入的新密碼不一致")
                if len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                    errors.append("新密碼不符合密碼設定條件")
                elif new == old:
                    errors.append("新密碼不可與舊密碼相同")
                if errors:
                    t.counts["password_refused"] += 1
                else:
                    t.portal_password = new
                    t.counts["password_changed"] += 1
                    return self.master(r, "更改密碼", f'<span id="{I}lblDone" style="color:Green;">您的密碼已經更新，下次登入請使用新密碼。</span><p>{back}</p>', key, back)
            rows = "".join(f'<tr><td>{label}：</td><td><input name="{C}{n}" type="password" id="{I}{n}" maxlength="20" /><span id="{I}rfv{n}" style="color:Red;display:none;">必填</span></td></tr>\n'
                           for n, label in (("txtOld", "請輸入舊密碼"), ("txtNew", "請輸入新密碼"), ("txtNew2", "請再輸入新密碼")))
            return self.master(r, "更改密碼", f"""<table>{rows}<tr><td>密碼強度檢核：</td><td><span id="{I}lblStrength"></span></td></tr></table>
<p>密碼設定條件：<br />1.密碼長度不可少於8個字元<br />2.密碼內容需包含英文及數字</p>
<input type="submit" name="{C}btnChange" value="更改密碼" id="{I}btnChange" />""", key, back, errors)
        if r.path == "/HRWeb/Contact.aspx":
            values = {k: t.saved_contact.get(k, getattr(t.person, k)) for _, k, *_ in CONTACT}
            if r.method == "POST":
                self.takes(r, **{C + n: ("mobile_phone" if k == "mobile_phone" else "") for n, k, *_ in CONTACT})
                if not self.fresh(r, key) or not r.has(C + "btnSave") or any(not r.has(C + n) or len(r.get(C + n)) > m for n, _, _, _, m in CONTACT):
                    return self.broken()
                values = {k: r.get(C + n).strip() for n, k, *_ in CONTACT}
                if not re.fullmatch(r"09\d{8}", values["mobile_phone"]):
                    errors.append("行動電話格式錯誤，應為10碼數字")
                else:
                    t.saved_contact = dict(values)
                    t.counts["contact_saved"] += 1
                    note = f'<span id="{I}lblMsg" style="color:Blue;">資料異動完成！</span>'
            rows = "".join(f'<tr><td align="right">{label}：</td><td><input name="{C}{n}" type="text" value="{escape(values[k])}" maxlength="{m}" id="{I}{n}" /> <font color="gray">{hint}</font></td></tr>\n'
                           for n, k, label, hint, m in CONTACT)
            return self.master(r, "台大醫院---維護個人連絡資料", f"""<input type="submit" name="{C}btnSave" value="異動儲存" id="{I}btnSave" /> {note}
<table><tr><td align="right">員工編號：</td><td><span id="{I}lblEmp">{t.person.employee_id}</span>　姓名：<span id="{I}lblName">{t.person.name}</span></td></tr>
{rows}</table>""", key, back, errors)
        return Response("<h1>找不到資源。</h1>", 404)

    # ---- account site
    def account(self, r: Request) -> Response:
        if r.path == "/":
            return redirect("/Default.aspx")
        if r.path == "/Default.aspx":
            return self.master(r, "網路帳號服務", """<h3>《規範》</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用。</p>
<h3>《常見問題與服務》</h3><p><b>密碼修改後多久可以生效</b> 即時生效。</p><p><b>忘記密碼</b> 請以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p>
<table class="grid" id="ctl00_MainContent_gvEntry"><tr class="hd"><th>服務項目</th><th>說明</th></tr>
<tr><td><a id="ctl00_MainContent_hlEnable" href="Verify.aspx?fn=enable">啟用網路帳號及首次雲端帳號密碼設定</a></td><td>啟用本院微軟相關服務，如：Office365, Outlook...</td></tr>
<tr><td><a id="ctl00_MainContent_hlReset" href="Verify.aspx?fn=reset">重置雲端服務密碼</a></td><td>重設非Portal帳號的密碼</td></tr>
<tr><td><a disabled="disabled">總院廠商VPN展延申請</a></td><td>總院廠商VPN到期，重新啟用申請。</td></tr></table>""", "")
        if r.path == "/Verify.aspx":
            return self.verify(r)
        key = r.cookies.get("HelpSession", "")
        p = self.proofs.get(key, {})
        if not p.get("proved"):
            return redirect("/Default.aspx")
        if r.path in ("/Setup.aspx", "/Reset.aspx"):
            return self.setup(r, key, p)
        return Response("<h1>找不到資源。</h1>", 404)

    def verify(self, r: Request) -> Response:
        fn = "reset" if r.query.get("fn") == "reset" else "enable"
        head = "重置雲端服務密碼" if fn == "reset" else "啟用網路帳號及首次雲端帳號密碼設定"
        key = r.cookies.get("HelpSession", "")
        new = key not in self.proofs
        if new:
            key = secrets.token_hex(12)
        errors: list[str] = []
        user, panel, sent = "", False, ""
        t = self.truth
        if r.method == "POST":
            self.takes(r, **{C + "txtNetID": "employee_id", C + "txtPhone": "registered_phone", C + "txtOTP": "code"})
            if new or not self.fresh(r, key):
                return self.broken()
            p = self.proofs[key]
            user = r.get(C + "txtNetID").strip()
            if r.has(C + "btnSend"):
                if user != t.person.employee_id:
                    errors.append("查無此網路帳號")
                else:
                    panel, p["user"], p["panel"] = True, user, True
            elif r.get("__EVENTTARGET") == C + "lnkCancel":
                p["panel"] = False
            elif r.has(C + "btnConfirmSend"):
                if not p.get("panel") or p.get("user") != user:
                    return self.broken()
                if r.get(C + "txtPhone").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                    errors.append("門號與帳號登記資料不符，簡訊未發送")
                    panel = True
                else:
                    p.update(code=t.new_message(), at=time.time(), panel=False)
                    sent = "成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"
            elif r.has(C + "btnNext"):
                code = p.get("code")
                if not code or p.get("user") != user or r.get(C + "txtOTP").strip() != code:
                    errors.append("動態碼錯誤，請重新輸入")
                    t.counts["code_refused"] += 1
                elif time.time() - p["at"] > 120:
                    errors.append("動態碼已逾時失效，請重新發送")
                    t.counts["code_refused"] += 1
                else:
                    self.proofs.pop(key)
                    key = secrets.token_hex(12)
                    self.proofs[key] = {"proved": True, "fn": fn}
                    t.sessions.add("account:" + key)
                    t.counts["code_accepted"] += 1
                    return redirect("/Reset.aspx" if fn == "reset" else "/Setup.aspx", ("Set-Cookie", f"HelpSession={key}; path=/; HttpOnly"))
            else:
                return self.broken()
        elif new:
            self.proofs[key] = {}
        if new:
            self.proofs.setdefault(key, {})
        phone = f"""<div id="{I}pnlPhone" style="border:2px solid #5D7B9D;width:420px;padding:8px;">
<span id="{I}lblPhone">請輸入帳號登記的手機門號(10碼)</span><br /><input name="{C}txtPhone" type="text" maxlength="10" id="{I}txtPhone" />
<input type="submit" name="{C}btnConfirmSend" value="確定發送" id="{I}btnConfirmSend" /> <a id="{I}lnkCancel" href="javascript:__doPostBack('{C}lnkCancel','')">取消</a>
</div>""" if panel else ""
        told = f'<p><span id="{I}lblSent" style="color:Green;"><b>動態碼簡訊發送成功</b><br />{sent}</span></p>' if sent else ""
        page = self.master(r, head, f"""<fieldset><legend>注意事項</legend><ul><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></fieldset>
<table><tr><td>網路帳號 / 主職員工編號</td><td><input name="{C}txtNetID" type="text" maxlength="6" value="{escape(user)}" id="{I}txtNetID" {'readonly="readonly" ' if panel else ''}/></td>
<td><input type="submit" name="{C}btnSend" value="發送簡訊動態碼" id="{I}btnSend" {'disabled="disabled" ' if panel else ''}/></td></tr>
<tr><td>簡訊(或MOTP)動態碼</td><td><input name="{C}txtOTP" type="text" maxlength="8" id="{I}txtOTP" autocomplete="off" /><span id="{I}rfvOTP" style="color:Red;display:none;">請輸入動態碼</span></td><td></td></tr>
<tr><td></td><td><input type="submit" name="{C}btnNext" value="下一步" id="{I}btnNext" /></td><td></td></tr></table>
{phone}{told}""", key, '<a href="Default.aspx">回首頁</a>', errors)
        if new:
            page.headers.append(("Set-Cookie", f"HelpSession={key}; path=/; HttpOnly"))
        return page

    def setup(self, r: Request, key: str, p: dict) -> Response:
        t = self.truth
        reset = r.path == "/Reset.aspx"
        if reset != (p["fn"] == "reset"):
            return redirect("/Default.aspx")
        errors: list[str] = []
        alias = ""
        out = f"""<a id="ctl00_lnkLeave" href="javascript:__doPostBack('ctl00$lnkLeave','')">登出</a>"""
        head = "重置雲端服務密碼" if reset else "設定密碼與郵件別名"
        if r.method == "POST":
            self.takes(r, **{C + "txtAlias": "alias", C + "txtCloud": "cloud_password", C + "txtCloud2": "cloud_password_again"})
            if not self.fresh(r, key):
                return self.broken()
            if r.get("__EVENTTARGET") == "ctl00$lnkLeave" or r.has(C + "btnCancel"):
                self.proofs.pop(key)
                t.sessions.discard("account:" + key)
                t.counts["sign_out_account"] += 1
                return redirect("/Default.aspx", ("Set-Cookie", "HelpSession=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT"))
            if not r.has(C + ("btnReset" if reset else "btnEnable")):
                return self.broken()
            alias, word = r.get(C + "txtAlias").strip(), r.get(C + "txtCloud")
            if bool(t.alias) != reset:
                errors.append("尚未啟用雲端服務帳號" if reset else "雲端服務帳號已經設定過，不可重複啟用")
            if not reset and not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", alias):
                errors.append("電子郵件名稱格式不符")
            if not reset and alias.lower() == "taken.name":
                errors.append("電子郵件名稱已有人使用，請更換")
            if len(word) < 8 or not re.search("[A-Za-z]", word) or not re.search("[0-9]", word):
                errors.append("雲端密碼至少8碼且須含英文及數字")
            if word != r.get(C + "txtCloud2"):
                errors.append("兩次輸入的雲端密碼不一致")
            if not errors:
                t.cloud_password = word
                if not reset:
                    t.alias = alias
                    t.counts["activated"] += 1
                said = "雲端密碼重設完成。" if reset else f"您的雲端服務帳號 {escape(alias)}@ntuh.gov.tw 已設定完成，服務於隔日生效。"
                return self.master(r, head, f'<span id="{I}lblOK" style="color:Green;">{said}</span>', key, top=out)
        pair = f"""<tr><td>雲端服務密碼</td><td><input name="{C}txtCloud" type="password" id="{I}txtCloud" maxlength="32" /> 至少8碼，含英文及數字</td></tr>
<tr><td>再次輸入雲端服務密碼</td><td><input name="{C}txtCloud2" type="password" id="{I}txtCloud2" maxlength="32" /></td></tr>"""
        person = t.person
        facts = "".join(f'<tr><td>{k}</td><td><span id="{I}lblFact{n}">{v}</span></td></tr>' for n, (k, v) in enumerate(
            (("網路帳號 / 主職員工編號", person.employee_id), ("帳號姓名", person.name), ("主職單位", person.unit), ("有效期限", person.valid_until))))
        if reset:
            rest = pair + f'<tr><td></td><td><input type="submit" name="{C}btnReset" value="重設密碼" id="{I}btnReset" /></td></tr>'
        elif t.alias:
            rest = f'<tr><td>雲端服務帳號 (電子郵件名稱)</td><td><span id="{I}lblAlias">{escape(t.alias)}</span>@ntuh.gov.tw　<font color="red">此帳號先前已完成啟用</font></td></tr>'
        else:
            rest = f"""<tr><td>雲端服務帳號 (電子郵件名稱)</td><td><input name="{C}txtAlias" type="text" maxlength="64" value="{escape(alias)}" id="{I}txtAlias" />@ntuh.gov.tw 名稱長度限64字元內</td></tr>{pair}
<tr><td></td><td><input type="submit" name="{C}btnCancel" value="取消啟用" id="{I}btnCancel" /> <input type="submit" name="{C}btnEnable" value="啟用雲端服務" id="{I}btnEnable" /></td></tr>"""
        return self.master(r, head, f"<table>{facts}{rest}</table>", key, errors=errors, top=out)

    # ---- webmail
    def mail(self, r: Request) -> Response:
        t = self.truth
        if r.path == "/":
            return redirect("/Mail/Logon.aspx")
        if r.path == "/Mail/Code.ashx":
            return self.image("mail", "abcdefghjkmnpqrstuvwxyz23456789")
        key = r.cookies.get("MailTicket", "")
        if r.path == "/Mail/Inbox.aspx":
            if key not in self.mail_in:
                return redirect("/Mail/Logon.aspx")
            if r.method == "POST":
                self.takes(r)
                if not self.fresh(r, key):
                    return self.broken()
                if r.get("__EVENTTARGET") == "ctl00$lnkLogoff":
                    self.mail_in.discard(key)
                    t.sessions.discard("mail:" + key)
                    t.counts["sign_out_mail"] += 1
                    return redirect("/Mail/Logon.aspx", ("Set-Cookie", "MailTicket=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT"))
            return self.master(r, "收件匣", '<table class="grid"><tr class="hd"><th>寄件者</th><th>主旨</th></tr><tr><td>資訊室</td><td>歡迎使用電子信箱</td></tr></table>', key,
                               "收件匣 (1)<br />寄件備份<br />垃圾桶", top=f"""{escape(t.alias)} <a id="ctl00_lnkLogoff" href="javascript:__doPostBack('ctl00$lnkLogoff','')">登出</a>""")
        if r.path != "/Mail/Logon.aspx":
            return Response("<h1>找不到資源。</h1>", 404)
        errors: list[str] = []
        if r.method == "POST":
            self.takes(r, **{C + "txtMailID": "mail_account", C + "txtMailPwd": "mail_password", C + "txtMailCode": "captcha"})
            if not self.fresh(r, "logon") or not r.has(C + "btnLogon"):
                return self.broken()
            if not self.seen("mail", r.get(C + "txtMailCode")):
                errors.append("驗證碼不符，請重新輸入")
            elif not t.alias or r.get(C + "txtMailID").strip().lower().removesuffix("@ntuh.gov.tw") != t.alias.lower() or r.get(C + "txtMailPwd") != t.cloud_password:
                errors.append("帳號或密碼錯誤")
            else:
                key = secrets.token_hex(12)
                self.mail_in.add(key)
                t.sessions.add("mail:" + key)
                t.counts["mail_sign_in"] += 1
                return redirect("/Mail/Inbox.aspx", ("Set-Cookie", f"MailTicket={key}; path=/; HttpOnly"))
        return self.master(r, "電子信箱", f"""<table><tr><td>帳號:</td><td><input name="{C}txtMailID" type="text" id="{I}txtMailID" />@ntuh.gov.tw</td></tr>
<tr><td>密碼:</td><td><input name="{C}txtMailPwd" type="password" id="{I}txtMailPwd" /></td></tr>
<tr><td>驗證碼(小寫字母或數字):</td><td><input name="{C}txtMailCode" type="text" id="{I}txtMailCode" maxlength="5" /> <img src="Code.ashx?r={secrets.randbelow(10**6)}" id="{I}imgMail" alt="" /></td></tr>
<tr><td></td><td><input id="{I}chkKeep" type="checkbox" name="{C}chkKeep" /><label for="{I}chkKeep">記住登入資訊 (公用電腦請勿勾選)</label></td></tr>
<tr><td></td><td><input type="submit" name="{C}btnLogon" value="登入" id="{I}btnLogon" /></td></tr></table>
<h4>公佈欄</h4><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p>""", "logon", errors=errors)

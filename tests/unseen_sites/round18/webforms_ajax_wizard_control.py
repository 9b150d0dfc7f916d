"""WebForms; the account site is an asp:Wizard inside UpdatePanels."""

from __future__ import annotations

import base64
import re
import secrets
import time
from html import escape

from truth import Request, Response, Site, picture, redirect

P = "ctl00$cphBody$"
W = "ctl00$MainContent$wzEnable$"
HINT = "如未申請MOTP服務請洽資訊服務台辦理(261120)。"


class TheSite(Site):
    title = "webforms_ajax_wizard_control"

    def __init__(self) -> None:
        super().__init__()
        self.states: dict[str, dict] = {}
        self.users: dict[str, bool] = {}
        self.acct: dict[str, dict] = {}
        self.mails: set[str] = set()

    # ------------------------------------------------------------ view state
    def _state(self, page: str, **more: object) -> tuple[str, str]:
        key = "/wEPDwUK" + base64.b64encode(secrets.token_bytes(60)).decode()
        ev = "/wEdAA" + base64.b64encode(secrets.token_bytes(36)).decode()
        self.states[key] = {"page": page, "ev": ev, **more}
        return key, ev

    def _back(self, r: Request, page: str) -> dict | None:
        s = self.states.pop(r.get("__VIEWSTATE"), None)
        if not s or s["page"] != page or s["ev"] != r.get("__EVENTVALIDATION"):
            return None
        return s

    def _hidden(self, vs: tuple[str, str], gen: str) -> str:
        return f"""<div class="aspNetHidden">
<input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" />
<input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{vs[0]}" />
</div>
<script type="text/javascript">
//<![CDATA[
var theForm = document.forms['aspnetForm'];
function __doPostBack(eventTarget, eventArgument) {{
    if (!theForm.onsubmit || (theForm.onsubmit() != false)) {{
        theForm.__EVENTTARGET.value = eventTarget;
        theForm.__EVENTARGUMENT.value = eventArgument;
        theForm.submit();
    }}
}}
//]]>
</script>
<div class="aspNetHidden">
<input type="hidden" name="__VIEWSTATEGENERATOR" id="__VIEWSTATEGENERATOR" value="{gen}" />
<input type="hidden" name="__EVENTVALIDATION" id="__EVENTVALIDATION" value="{vs[1]}" />
</div>"""

    def _expired(self) -> Response:
        return Response("<html><head><title>作業逾時</title></head><body><h3>頁面狀態已失效</h3>"
                        "<p>您停留過久或使用了上一頁，檢視狀態 (ViewState) 驗證失敗，請重新開啟功能。</p></body></html>", 200)

    def _page(self, title: str, action: str, vs: tuple[str, str], gen: str, body: str, extra: str = "") -> Response:
        return Response(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>
\t{title}
</title><style type="text/css">.hd{{background:#1c5e91;color:#fff;padding:6px}} .err{{color:Red}} .ok{{color:Green}} td.t{{text-align:right}}</style></head>
<body>
<form name="aspnetForm" method="post" action="{action}" id="aspnetForm">
{self._hidden(vs, gen)}
<div class="hd">國立臺灣大學醫學院附設醫院　{title}</div>
{body}
</form>
{extra}
</body></html>""")

    # ------------------------------------------------------------ portal
    def portal(self, r: Request) -> Response:
        p = r.path.lower()
        if p in ("/", "/default.aspx", "/general/"):
            return redirect("/General/Login.aspx")
        if p == "/general/verifyimage.ashx":
            return Response(picture(self.truth.new_captcha()), kind="image/gif", headers=[("Cache-Control", "no-store")])
        if p == "/general/login.aspx":
            return self._login(r)
        sid = r.query.get("SESSION", "")
        if f"portal:{sid}" not in self.truth.sessions or r.cookies.get("PortalAuth") != sid:
            return redirect("/General/Login.aspx")
        if p == "/general/redirect.aspx":
            return Response(f"<html><head><title>Redirect</title></head><body>系統登入中...<script>window.location.href='Main.aspx?SESSION={sid}';</script></body></html>")
        if p == "/general/logout.aspx":
            return self._out(sid)
        if p == "/general/main.aspx":
            return self._main(r, sid)
        return Response("<h2>404 - 找不到檔案或目錄。</h2>", 404)

    def _out(self, sid: str) -> Response:
        self.truth.sessions.discard(f"portal:{sid}")
        self.truth.counts["sign_out_portal"] += 1
        return redirect("/General/Login.aspx?msg=bye", ("Set-Cookie", "PortalAuth=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT"))

    def _login(self, r: Request) -> Response:
        note = "您已安全登出。" if r.query.get("msg") == "bye" else ""
        acc = ""
        if r.method == "POST":
            self.takes(r, **{P + "ddlHosp": "campus", P + "txtAccount": "employee_id", P + "txtPwd": "portal_password", P + "txtVerify": "captcha"})
            if self._back(r, "login") is None:
                return self._expired()
            acc = r.get(P + "txtAccount").strip()
            want, self.truth.captcha = self.truth.captcha, ""
            if not r.has(P + "btnEnter"):
                note = ""
            elif r.get(P + "ddlHosp") not in ("T0", "T2", "T3", "T4", "Y0"):
                note = "請選擇院區"
            elif not want or r.get(P + "txtVerify").strip().upper() != want:
                note = "圖形驗證碼不符，請依新圖重新輸入。"
                self.truth.counts["sign_in_refused"] += 1
            elif acc != self.truth.person.employee_id or r.get(P + "txtPwd") != self.truth.portal_password or r.get(P + "ddlHosp") != "T0":
                note = "登入失敗：員工帳號或登入密碼有誤，請確認後再試。"
                self.truth.counts["sign_in_refused"] += 1
            else:
                sid = secrets.token_hex(16).upper()
                self.truth.sessions.add(f"portal:{sid}")
                self.truth.counts["sign_in"] += 1
                return redirect(f"/General/Redirect.aspx?SESSION={sid}", ("Set-Cookie", f"PortalAuth={sid}; path=/; HttpOnly"))
        vs = self._state("login")
        return self._page("PORTAL 醫療資訊系統", "./Login.aspx", vs, "C2EE9ABB", f"""
<div><a href="https://www.ntuh.gov.tw">院外網</a> | <a href="#">數位學習</a> | <a href="#">KM系統</a> | <a href="#">差勤系統</a> | <a href="#">表單下載</a></div>
<table border="0" cellpadding="3" id="tblLogin">
<tr><td class="t">院區</td><td><select name="{P}ddlHosp" id="ctl00_cphBody_ddlHosp">
<option selected="selected" value="T0">總院區</option><option value="T2">北護分院</option><option value="T3">金山分院</option><option value="T4">新竹分院</option><option value="Y0">雲林分院</option></select></td></tr>
<tr><td class="t"><span id="ctl00_cphBody_lblAcc">帳號</span></td><td><input name="{P}txtAccount" type="text" maxlength="6" id="ctl00_cphBody_txtAccount" value="{escape(acc)}" />
<span id="ctl00_cphBody_rfvAcc" class="err" style="display:none;">請輸入帳號</span></td></tr>
<tr><td class="t"><span id="ctl00_cphBody_lblPwd">密碼</span></td><td><input name="{P}txtPwd" type="password" id="ctl00_cphBody_txtPwd" autocomplete="off" />
<span id="ctl00_cphBody_rfvPwd" class="err" style="display:none;">請輸入密碼</span></td></tr>
<tr><td class="t">驗證碼</td><td><input name="{P}txtVerify" type="text" maxlength="6" id="ctl00_cphBody_txtVerify" autocomplete="off" /> (不用區分大小寫)<br />
<img id="ctl00_cphBody_imgVerify" src="VerifyImage.ashx?t={secrets.randbelow(10**8)}" alt="" />
<a id="ctl00_cphBody_lbtnRegen" href="javascript:__doPostBack('{P}lbtnRegen','')">換一張</a></td></tr>
<tr><td></td><td><input type="submit" name="{P}btnEnter" value="登　入" id="ctl00_cphBody_btnEnter" /></td></tr>
<tr><td colspan="2"><span id="ctl00_cphBody_lblMsg" class="err">{note}</span></td></tr></table>
<p>如無法登入，請撥資訊室分機261120</p>""")

    MENU = ["更改密碼", "個人簽章提醒設定", "薪資所得免稅額申報表", "員工待遇福利查詢", "查詢員工連絡資料", "維護個人連絡資料", "個人就醫紀錄查詢", "行動憑證申請"]

    def _main(self, r: Request, sid: str) -> Response:
        note = ""
        if r.method == "POST":
            self.takes(r)
            if self._back(r, "main" + sid) is None:
                return self._expired()
            target, arg = r.get("__EVENTTARGET"), r.get("__EVENTARGUMENT")
            if target == "ctl00$lbtnLogout":
                return self._out(sid)
            if target == "ctl00$mnuTop" and arg == "P7\\0":
                return redirect(f"{self.urls['inner']}/WebApplication/Personal/ModifyPwd.aspx?SESSION={sid}")
            if target == "ctl00$mnuTop" and arg == "P7\\5":
                return redirect(f"{self.urls['inner']}/WebApplication/Personal/ContactInfo.aspx?SESSION={sid}")
            note = "<script type=\"text/javascript\">alert('您沒有使用此功能的權限');</script>"
        vs = self._state("main" + sid)
        items = "".join(f"<li><a href=\"javascript:__doPostBack('ctl00$mnuTop','P7\\\\{i}')\">{t}</a></li>" for i, t in enumerate(self.MENU))
        return self._page("功能選單", f"./Main.aspx?SESSION={sid}", vs, "19FA3B7C", f"""
<div style="float:right">{escape(self.truth.person.name)} 您好! <a id="ctl00_lbtnLogout" href="javascript:__doPostBack('ctl00$lbtnLogout','')">登出</a></div>
<div>總院差勤待簽 0 未核准 0 被駁回 0</div>
功能搜尋：<input name="ctl00$txtFind" type="text" id="ctl00_txtFind" />
<div id="ctl00_mnuTop"><ul><li>醫療系統</li><li>其他資源</li><li>資訊安全</li><li>行政系統</li><li>個人管理<ul>{items}</ul></li></ul></div>
<table border="1"><tr><th>日期</th><th>標題</th></tr><tr><td>2019/10/21</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr></table>""", note)

    # ------------------------------------------------------------ inner
    def inner(self, r: Request) -> Response:
        sid = r.query.get("SESSION", "")
        home = f"{self.urls['portal']}/General/Main.aspx?SESSION={sid}"
        if f"portal:{sid}" not in self.truth.sessions:
            return Response(f"<html><body><script>alert('連線已逾時，請重新登入');top.location.href='{self.urls['portal']}/General/Login.aspx';</script></body></html>")
        nav = f'<p><a href="{home}">回功能選單</a>　<a href="{self.urls["portal"]}/General/Logout.aspx?SESSION={sid}">登出系統</a></p>'
        if r.path.endswith("ModifyPwd.aspx"):
            return self._pwd(r, sid, nav)
        if r.path.endswith("ContactInfo.aspx"):
            return self._contact(r, sid, nav)
        return Response("<h2>404 - 找不到檔案或目錄。</h2>", 404)

    def _pwd(self, r: Request, sid: str, nav: str) -> Response:
        n, note = "NTUHWeb1$", ""
        if r.method == "POST":
            self.takes(r, **{n + "tbOld": "old_password", n + "tbNew": "new_password", n + "tbCfm": "new_password_again"})
            if self._back(r, "pwd" + sid) is None:
                return self._expired()
            old, new, cfm = r.get(n + "tbOld"), r.get(n + "tbNew"), r.get(n + "tbCfm")
            bad = ""
            if not r.has(n + "btnOK"):
                bad = "未執行任何動作"
            elif old != self.truth.portal_password:
                bad = "舊密碼輸入不正確"
            elif new != cfm:
                bad = "兩次新密碼不一致"
            elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                bad = "新密碼不符合密碼設定條件"
            elif new == old:
                bad = "新密碼不得與舊密碼相同"
            if bad:
                self.truth.counts["password_refused"] += 1
                note = f'<span class="err">{bad}</span>'
            else:
                self.truth.portal_password = new
                self.truth.counts["password_changed"] += 1
                note = '<span class="ok">您的登入密碼已更新，下次登入請使用新密碼。</span>'
        vs = self._state("pwd" + sid)
        rows = "".join(f'<tr><td class="t">{t}：</td><td><input name="{n}{k}" type="password" maxlength="20" id="NTUHWeb1_{k}" /></td></tr>'
                       for k, t in (("tbOld", "請輸入舊密碼"), ("tbNew", "請輸入新密碼"), ("tbCfm", "請再輸入新密碼")))
        return self._page("更改密碼", f"./ModifyPwd.aspx?SESSION={sid}", vs, "7D01A2F0", f"""
<table>{rows}<tr><td class="t">密碼強度檢核：</td><td><span id="NTUHWeb1_lblStrength">--</span></td></tr></table>
<div id="NTUHWeb1_lblResult">{note}</div>
<div>密碼設定條件：<br />1.密碼長度不可少於8個字元<br />2.密碼內容需包含英文及數字</div>
<input type="submit" name="{n}btnOK" value="確定更改" id="NTUHWeb1_btnOK" />{nav}""")

    CONTACT = [("txtESur", "english_surname", "英文姓", "ex:Chen(陳)"), ("txtEFst", "english_given", "英文首名", "ex: Yi-Fen(怡芬) (說明)"),
               ("txtEMid", "english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填"), ("txtOTel", "office_phone", "辦公室電話", "ex:61234或23123456"),
               ("txtHTel", "home_phone", "住宅電話", "ex:0223123456"), ("txtMob", "mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")]

    def _contact(self, r: Request, sid: str, nav: str) -> Response:
        n, who, note = "NTUHWeb1$", self.truth.person, ""
        if r.method == "POST":
            self.takes(r, **{n + "txtMob": "mobile_phone"})
            if self._back(r, "contact" + sid) is None:
                return self._expired()
            if not r.has(n + "btnSave") or not all(r.has(n + k) for k, *_ in self.CONTACT):
                note = '<span class="err">資料不完整，未儲存。</span>'
            elif not re.fullmatch(r"09\d{8}", r.get(n + "txtMob")):
                note = '<span class="err">行動電話格式錯誤，未儲存。</span>'
            else:
                self.truth.saved_contact = {key: r.get(n + k) for k, key, *_ in self.CONTACT}
                self.truth.counts["contact_saved"] += 1
                note = '<span class="ok">異動資料儲存完成！</span>'
        vs = self._state("contact" + sid)
        rows = "".join(f'<tr><td class="t">{t}：</td><td><input name="{n}{k}" type="text" id="NTUHWeb1_{k}" value="{escape(self.truth.saved_contact.get(key, getattr(who, key)))}" /> {h}</td></tr>'
                       for k, key, t, h in self.CONTACT)
        return self._page("台大醫院---維護個人連絡資料", f"./ContactInfo.aspx?SESSION={sid}", vs, "5A0C11E9", f"""
<input type="submit" name="{n}btnSave" value="異動儲存" id="NTUHWeb1_btnSave" /> {note}
<table border="1"><tr><td class="t">員工編號：</td><td>{who.employee_id}　姓名：{who.name}</td></tr>{rows}</table>{nav}""")

    # ------------------------------------------------------------ account
    def account(self, r: Request) -> Response:
        p = r.path.lower()
        if p in ("/", "/default.aspx"):
            return self._front()
        if p == "/scriptresource.axd":
            return Response("/* MicrosoftAjaxWebForms */", kind="application/x-javascript")
        if p == "/leave.aspx":
            key = r.cookies.get("HelpSess", "")
            if f"account:{key}" in self.truth.sessions:
                self.truth.sessions.discard(f"account:{key}")
                self.truth.counts["sign_out_account"] += 1
            self.acct.pop(key, None)
            return redirect("/Default.aspx", ("Set-Cookie", "HelpSess=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT"))
        if p == "/enableaccount.aspx":
            return self._wizard(r, "enable")
        if p == "/resetcloud.aspx":
            return self._wizard(r, "reset")
        return Response("<h2>404</h2>", 404)

    def _front(self) -> Response:
        return self._page("網路帳號服務", "./Default.aspx", self._state("front"), "CA0B0334", """
<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<fieldset><legend>《規範》</legend><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p>
<ul><li>請勿借用或盜用。</li><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li>
<li>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置</li></ul></fieldset>
<fieldset><legend>《常見問題與服務》</legend><p>密碼修改後多久可以生效：即時生效。</p><p>忘記密碼：請親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></fieldset>
<table><tr><td><a id="ctl00_MainContent_hlEnable" href="EnableAccount.aspx">啟用網路帳號及首次雲端帳號密碼設定</a></td><td>啟用本院微軟相關服務，如：Office365, Outlook...</td></tr>
<tr><td><a id="ctl00_MainContent_hlReset" href="ResetCloud.aspx">重置雲端服務密碼</a></td><td>重設非Portal帳號的密碼</td></tr>
<tr><td><a href="#">總院廠商VPN展延申請</a></td><td>總院廠商VPN到期，重新啟用申請。</td></tr></table>""")

    def _wizard(self, r: Request, kind: str) -> Response:
        page = "EnableAccount.aspx" if kind == "enable" else "ResetCloud.aspx"
        t, key = self.truth, r.cookies.get("HelpSess", "")
        w = W if kind == "enable" else "ctl00$MainContent$wzReset$"
        start, fin = w + "StartNavigationTemplateContainerID$", w + "FinishNavigationTemplateContainerID$"
        step, note, dialog, uid, s = 0, "", "", "", {}
        mine = self.acct.get(key)
        cookies: list[tuple[str, str]] = []
        if mine is None:
            key = secrets.token_hex(12)
            mine = self.acct[key] = {}
            cookies = [("Set-Cookie", f"HelpSess={key}; path=/; HttpOnly")]
        if r.method == "POST":
            self.takes(r, **{w + "txtEmpNo": "employee_id", w + "txtMotp": "code", w + "txtRegPhone": "registered_phone", w + "txtAlias": "alias",
                             w + "txtCloudPwd": "cloud_password", w + "txtCloudPwd2": "cloud_password_again"})
            s = self._back(r, kind + key) or {}
            if not s:
                return self._expired()
            step, uid = s["step"], r.get(w + "txtEmpNo", s.get("uid", "")).strip() or s.get("uid", "")
            trg = r.get("__EVENTTARGET")
            if trg.endswith("SideBarButton"):
                note = "請依序完成各步驟"
            elif step == 0 and r.has(w + "btnSendSms"):
                if re.fullmatch(r"\d{6}", uid):
                    dialog = "phone"
                else:
                    note = "請輸入6位數字之員工編號"
            elif step == 0 and r.has(w + "btnPhoneOK") and s.get("dialog") == "phone":
                real = t.saved_contact.get("mobile_phone") or t.person.mobile_phone
                if uid != t.person.employee_id or r.get(w + "txtRegPhone").strip() != real:
                    dialog, note = "phone", "輸入的門號與帳號登記之手機門號不符"
                else:
                    mine.update(code=t.new_message(), at=time.time(), uid=uid, kind=kind)
                    dialog = "sent"
            elif step == 0 and r.has(start + "StartNextButton"):
                if not mine.get("code"):
                    note = "請先取得簡訊動態碼"
                elif time.time() - mine["at"] > 120:
                    note = "動態碼已逾時(2分鐘)，請重新發送"
                    t.counts["code_refused"] += 1
                elif uid != mine["uid"] or r.get(w + "txtMotp").strip() != mine["code"] or mine["kind"] != kind:
                    note = "動態碼驗證失敗，請確認後重新輸入"
                    t.counts["code_refused"] += 1
                else:
                    mine.pop("code")
                    t.counts["code_accepted"] += 1
                    t.sessions.add(f"account:{key}")
                    step = 1
            elif step == 1:
                if f"account:{key}" not in t.sessions:
                    return self._expired()
                if r.has(fin + "CancelButton"):
                    return redirect("/Leave.aspx")
                if r.has(fin + "FinishButton"):
                    note = self._finish(r, w, kind)
                    step = 1 if note else 2
        vs = self._state(kind + key, step=step, uid=uid, dialog=dialog)
        panel = self._step(w, start, fin, kind, step, note, dialog, uid)
        panel_id = w.replace("$", "_").rsplit("_wz", 1)[0] + "_upMain"
        if r.get("__ASYNCPOST") == "true":
            parts = [("updatePanel", panel_id, panel), ("hiddenField", "__VIEWSTATE", vs[0]), ("hiddenField", "__VIEWSTATEGENERATOR", "3C6B1D92"),
                     ("hiddenField", "__EVENTVALIDATION", vs[1]), ("formAction", "", f"./{page}")]
            return Response("".join(f"{len(c)}|{a}|{b}|{c}|" for a, b, c in parts), kind="text/plain; charset=utf-8", headers=cookies)
        title = "啟用網路帳號及首次雲端帳號密碼設定" if kind == "enable" else "重置雲端服務密碼"
        out = self._page(title, f"./{page}", vs, "3C6B1D92", f"""
<script src="/ScriptResource.axd?d=uHIkleVeDJf4xS50Krz" type="text/javascript"></script>
<script type="text/javascript">
//<![CDATA[
if (window.Sys && Sys.WebForms) Sys.WebForms.PageRequestManager._initialize('ctl00$smMain', 'aspnetForm', ['tctl00$MainContent$upMain',''], [], [], 90, 'ctl00');
//]]>
</script>
<div><a href="Default.aspx">首頁</a> &gt; {title}</div>
<div id="{panel_id}">{panel}</div>
<div id="ctl00_upgWait" style="display:none;">資料處理中，請稍候...</div>""")
        out.headers = cookies
        return out

    def _finish(self, r: Request, w: str, kind: str) -> str:
        t = self.truth
        one, two = r.get(w + "txtCloudPwd"), r.get(w + "txtCloudPwd2")
        if kind == "enable":
            name = r.get(w + "txtAlias").strip()
            if t.alias:
                return "此帳號先前已完成啟用，不可重複設定"
            if not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", name):
                return "電子郵件名稱格式不符(限英數字及 . _ -，英文字母開頭)"
            if name.lower() == "taken.name":
                return "此電子郵件名稱已有他人使用，請更換"
        elif not t.alias:
            return "此帳號尚未啟用雲端服務"
        if one != two:
            return "兩次密碼輸入不同"
        if len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search(r"\d", one):
            return "雲端密碼長度至少8碼，且須含英文及數字"
        if kind == "enable":
            t.alias = name
            t.counts["activated"] += 1
        t.cloud_password = one
        return ""

    def _step(self, w: str, start: str, fin: str, kind: str, step: int, note: str, dialog: str, uid: str) -> str:
        t, i = self.truth, w.replace("$", "_")
        names = ["身分驗證", "設定密碼與郵件別名" if kind == "enable" else "設定新密碼", "完成"]
        side = "<br />".join(f"<b>{n}</b>" if k == step else
                             f"<a href=\"javascript:__doPostBack('{w}SideBarContainer$SideBarList$ctl0{k}$SideBarButton','')\">{n}</a>" for k, n in enumerate(names))
        msg = f'<span id="{i}lblMsg" class="err">{note}</span>'
        if step == 0:
            main = f"""<div>注意事項<ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li>
<li>請輸入帳號與簡訊動態碼後按「下一步」。</li><li>{HINT}</li></ul></div>
<table><tr><td class="t">網路帳號 / 主職員工編號</td><td><input name="{w}txtEmpNo" type="text" maxlength="6" id="{i}txtEmpNo" value="{escape(uid)}" />
<input type="submit" name="{w}btnSendSms" value="發送簡訊動態碼" id="{i}btnSendSms" /></td></tr>
<tr><td class="t">簡訊(或MOTP)動態碼</td><td><input name="{w}txtMotp" type="text" maxlength="8" id="{i}txtMotp" autocomplete="off" /></td></tr></table>"""
            if dialog == "phone":
                main += f"""<div id="{i}pnlPhone" class="modalPopup" style="border:2px solid #999;padding:8px;width:340px"><b>請輸入帳號登記的手機門號(10碼)</b><br />
<input name="{w}txtRegPhone" type="text" maxlength="10" id="{i}txtRegPhone" /><br />
<input type="submit" name="{w}btnPhoneOK" value="確定發送" id="{i}btnPhoneOK" /> <input type="submit" name="{w}btnPhoneNo" value="取消" id="{i}btnPhoneNo" /></div>"""
            elif dialog == "sent":
                main += f"""<div id="{i}pnlSent" class="modalPopup"><b>動態碼簡訊發送成功</b><br />成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」<br />
<input type="button" value="確定" onclick="document.getElementById('{i}pnlSent').style.display='none';" /></div>"""
            nav = f'<input type="submit" name="{start}StartNextButton" value="下一步" id="{start.replace("$", "_")}StartNextButton" />'
        elif step == 1:
            who = t.person
            main = f"""<table border="1"><tr><td>網路帳號 / 主職員工編號</td><td>{who.employee_id}</td></tr><tr><td>帳號姓名</td><td>{who.name}</td></tr>
<tr><td>主職單位</td><td>{who.unit}</td></tr><tr><td>有效期限</td><td>{who.valid_until}</td></tr>"""
            nav = ""
            boxes = f"""<tr><td>雲端服務密碼</td><td><input name="{w}txtCloudPwd" type="password" id="{i}txtCloudPwd" /> 至少8碼，含英文及數字</td></tr>
<tr><td>確認雲端服務密碼</td><td><input name="{w}txtCloudPwd2" type="password" id="{i}txtCloudPwd2" /></td></tr></table>"""
            if kind == "enable" and t.alias:
                main += f"<tr><td>雲端服務帳號 (電子郵件名稱)</td><td>{t.alias}@ntuh.gov.tw</td></tr></table><p>您的雲端服務先前已啟用完成，無須再次設定。</p><a href=\"Leave.aspx\">結束離開</a>"
            elif kind == "enable":
                main += f"""<tr><td>雲端服務帳號 (電子郵件名稱)</td><td><input name="{w}txtAlias" type="text" maxlength="64" id="{i}txtAlias" />@ntuh.gov.tw 名稱長度限64字元內</td></tr>{boxes}"""
                nav = f"""<input type="submit" name="{fin}CancelButton" value="取消啟用" /> <input type="submit" name="{fin}FinishButton" value="啟用雲端服務" /> 服務於設定完成隔日生效"""
            else:
                main += boxes
                nav = f'<input type="submit" name="{fin}CancelButton" value="取消" /> <input type="submit" name="{fin}FinishButton" value="重置雲端服務密碼" />'
        else:
            main = (f"<h3>恭喜您！雲端服務帳號啟用成功</h3><p>您的電子郵件：{t.alias}@ntuh.gov.tw，服務將於隔日生效。</p>" if kind == "enable" else "<h3>雲端服務密碼已重置完成</h3>")
            nav = '<a href="Leave.aspx">結束離開</a>'
        return f"""<table cellspacing="0" id="{i[:-1]}" style="border-collapse:collapse;"><tr><td style="width:180px;vertical-align:top">{side}</td>
<td><h3>{names[step]}</h3>{msg}{main}<div style="text-align:right">{nav}</div></td></tr></table>"""

    # ------------------------------------------------------------ mail
    def mail(self, r: Request) -> Response:
        t, sid = self.truth, r.cookies.get("wmSid", "")
        if r.path == "/code.png":
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5), "PNG"), kind="image/png")
        if r.path == "/logout.aspx" and f"mail:{sid}" in t.sessions:
            t.sessions.discard(f"mail:{sid}")
            t.counts["sign_out_mail"] += 1
            return redirect("/login.aspx")
        if r.path == "/inbox.aspx" and f"mail:{sid}" in t.sessions:
            return self._page("電子郵件", "./inbox.aspx", self._state("inbox"), "AA10", f"""<p>{t.alias}@ntuh.gov.tw <a href="logout.aspx">登出</a></p>
<h3>收件匣 (1)</h3><table border="1"><tr><th>寄件者</th><th>主旨</th></tr><tr><td>資訊室</td><td>歡迎使用</td></tr></table>""")
        if r.path != "/login.aspx":
            return redirect("/login.aspx")
        note = ""
        if r.method == "POST":
            self.takes(r, **{"ctl00$txtUser": "mail_account", "ctl00$txtPass": "mail_password", "ctl00$txtCap": "captcha"})
            if self._back(r, "mail") is None:
                return self._expired()
            want, t.captcha = t.captcha, ""
            if not want or r.get("ctl00$txtCap") != want:
                note = "驗證碼輸入錯誤"
            elif not t.alias or r.get("ctl00$txtUser").split("@")[0].lower() != t.alias.lower() or r.get("ctl00$txtPass") != t.cloud_password:
                note = "帳號或密碼錯誤，無法登入信箱"
            else:
                sid = secrets.token_hex(10)
                t.sessions.add(f"mail:{sid}")
                t.counts["mail_sign_in"] += 1
                return redirect("/inbox.aspx", ("Set-Cookie", f"wmSid={sid}; path=/"))
        return self._page("電子信箱登入", "./login.aspx", self._state("mail"), "BB77", f"""<table>
<tr><td>帳號:</td><td><input name="ctl00$txtUser" type="text" id="ctl00_txtUser" /></td></tr>
<tr><td>密碼:</td><td><input name="ctl00$txtPass" type="password" id="ctl00_txtPass" /></td></tr>
<tr><td>驗證碼(小寫字母或數字):</td><td><input name="ctl00$txtCap" type="text" id="ctl00_txtCap" /><img src="code.png?{secrets.randbelow(9999)}" alt="" /></td></tr>
<tr><td></td><td><input id="ctl00_chkKeep" type="checkbox" name="ctl00$chkKeep" /><label for="ctl00_chkKeep">記住登入資訊 (公用電腦請勿勾選)</label></td></tr>
<tr><td></td><td><input type="submit" name="ctl00$btnGo" value="登入" /> <span class="err">{note}</span></td></tr></table>
<h4>公佈欄</h4><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p>""")

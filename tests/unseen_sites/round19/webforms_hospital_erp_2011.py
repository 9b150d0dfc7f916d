"""An ERP portal of 2011: master page, menu strip, content pages, hidden field postbacks."""
import base64
import re
import secrets
import time
from html import escape as e

from truth import Response, Site, picture, redirect

CAMPUS = {"": "-- 請選擇 --", "T0": "總院區", "T2": "北護分院", "T4": "新竹分院", "Y0": "雲林分院"}
P = "ctl00$cphMain$"


class TheSite(Site):
    title = "webforms_hospital_erp_2011"

    def __init__(self):
        super().__init__()
        self.states = {}     # view state -> what it belongs to
        self.portal_s = {}   # SESSION -> True
        self.asp = {}        # account cookie -> dict
        self.box = set()

    # ---------------------------------------------------------------- state
    def _state(self, owner):
        for k in [k for k, v in self.states.items() if v == owner]:
            del self.states[k]
        v = "/wEPDwUK" + base64.b64encode(secrets.token_bytes(48)).decode()
        self.states[v] = owner
        return v

    def _fresh(self, r, owner):
        v = r.get("__VIEWSTATE")
        if self.states.get(v) != owner or r.get("__EVENTVALIDATION") != "/wEWBg" + v[-20:]:
            return False
        del self.states[v]
        return True

    def _master(self, owner, action, content, menu="", crumb="", alert="", title="醫院資源管理系統"):
        v = self._state(owner)
        js = f"<script type=\"text/javascript\">\n//<![CDATA[\nalert('{alert}');//]]>\n</script>" if alert else ""
        return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head id="ctl00_Head1"><title>
	{title}
</title><meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<style type="text/css">.strip a{{color:#fff;padding:3px 8px;text-decoration:none}} .strip{{background:#336699}} .err{{color:Red}} th{{text-align:right;background:#dde6f0}}</style></head>
<body><form name="aspnetForm" method="post" action="{e(action)}" id="aspnetForm">
<div><input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" />
<input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{v}" /></div>
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
<div><input type="hidden" name="__EVENTVALIDATION" id="__EVENTVALIDATION" value="/wEWBg{v[-20:]}" /></div>
<table width="100%" cellspacing="0" border="0"><tr><td><img src="logo.gif" alt="" width="1" height="1" /><b>{title}</b> <small>Hospital ERP v3.5</small></td></tr>
<tr><td class="strip">{menu}&nbsp;</td></tr><tr><td><span id="ctl00_SiteMapPath1"><small>{crumb}</small></span></td></tr>
<tr><td>{content}</td></tr>
<tr><td align="center"><hr /><small>建議使用 IE7 以上瀏覽器，解析度 1024*768。資訊室分機 261120</small></td></tr></table>
{js}</form></body></html>"""

    def _logo(self, r):
        return Response(picture("", size=(1, 1)), kind="image/gif") if r.path.lower().endswith("logo.gif") else None

    # ---------------------------------------------------------------- portal
    def portal(self, r):
        logo = self._logo(r)
        if logo:
            return logo
        p = r.path.lower()
        if p == "/":
            return redirect("/ERP/Logon.aspx")
        sid = r.cookies.get("ASP.NET_SessionId", "")
        if p == "/erp/checkcode.ashx":
            return Response(picture(self.truth.new_captcha()), kind="image/gif", headers=[("Cache-Control", "no-cache")])
        if p == "/erp/logon.aspx":
            return self._logon(r, sid)
        s = r.query.get("SESSION", "")
        if p in ("/erp/bulletin.aspx", "/erp/default.aspx"):
            if s not in self.portal_s or r.cookies.get("_CK_ERP") != s:
                return redirect("/ERP/Logon.aspx?timeout=1")
            return self._bulletin(r, s) if "bulletin" in p else self._default(r, s)
        return Response("<h2>404 - 找不到檔案或目錄。</h2>", 404)

    def _logon(self, r, sid):
        msg, head, t = "", [], self.truth
        if r.method == "POST":
            self.takes(r, **{P + "ddlCampus": "campus", P + "txtEmpNo": "employee_id", P + "txtPwd": "portal_password", P + "txtCheckCode": "captcha"})
            want, t.captcha = t.captcha, ""
            if not self._fresh(r, "logon" + sid) or not r.has(P + "btnLogon"):
                msg = "網頁狀態已失效，請重新輸入。"
            elif not want or r.get(P + "txtCheckCode").strip().upper() != want:
                msg = "您輸入的驗證碼與圖片不一致，請再試一次。"
            elif r.get(P + "ddlCampus") not in CAMPUS or not r.get(P + "ddlCampus"):
                msg = "請選擇院區。"
            elif r.get(P + "ddlCampus") != "T0" or r.get(P + "txtEmpNo") != t.person.employee_id or r.get(P + "txtPwd") != t.portal_password:
                msg = "帳號不存在或密碼不正確，登入失敗！"
            else:
                s = secrets.token_hex(16).upper()
                self.portal_s[s] = True
                t.sessions.add("portal:" + s)
                t.counts["sign_in"] += 1
                return redirect("/ERP/Bulletin.aspx?SESSION=" + s, ("Set-Cookie", f"_CK_ERP={s}; path=/"))
            t.counts["sign_in_refused"] += 1
        elif r.query.get("timeout"):
            msg = "連線逾時，請重新登入。"
        if not sid:
            sid = secrets.token_hex(12)
            head = [("Set-Cookie", f"ASP.NET_SessionId={sid}; path=/; HttpOnly")]
        opts = "".join(f'<option value="{k}">{v}</option>' for k, v in CAMPUS.items())
        c = f"""<table align="center" border="1" cellpadding="4" style="border-collapse:collapse"><tr><td colspan="2" align="center"><b>使用者登入</b> User Logon</td></tr>
<tr><th>院區</th><td><select name="{P}ddlCampus" id="ctl00_cphMain_ddlCampus">{opts}</select></td></tr>
<tr><th>帳&#12288;號：</th><td><input name="{P}txtEmpNo" type="text" maxlength="6" id="ctl00_cphMain_txtEmpNo" value="{e(r.get(P + 'txtEmpNo'))}" />
<span id="ctl00_cphMain_rfvEmp" class="err" style="display:none;">*請輸入帳號</span></td></tr>
<tr><th>密&#12288;碼：</th><td><input name="{P}txtPwd" type="password" maxlength="20" id="ctl00_cphMain_txtPwd" autocomplete="off" />
<span id="ctl00_cphMain_rfvPwd" class="err" style="display:none;">*請輸入密碼</span></td></tr>
<tr><th>驗證碼：</th><td><input name="{P}txtCheckCode" type="text" maxlength="6" size="8" id="ctl00_cphMain_txtCheckCode" />
<img id="ctl00_cphMain_imgCode" src="CheckCode.ashx?r={secrets.token_hex(4)}" align="absmiddle" alt="驗證碼" /> (不用區分大小寫)</td></tr>
<tr><td colspan="2" align="center"><input type="submit" name="{P}btnLogon" value="登入系統" id="ctl00_cphMain_btnLogon" />
<input type="reset" value="清除重填" /></td></tr>
<tr><td colspan="2"><span id="ctl00_cphMain_lblMsg" class="err">{msg}</span></td></tr></table>"""
        links = '<a href="#">院外網</a><a href="#">院內網</a><a href="#">表單下載</a><a href="#">網路掛號</a>'
        return Response(self._master("logon" + sid, "Logon.aspx", c, links, "首頁 &gt; 登入"), headers=head)

    def _bulletin(self, r, s):
        if r.method == "POST":
            self.takes(r)
            if self._fresh(r, "bull" + s) and r.has(P + "btnRead"):
                return redirect("/ERP/Default.aspx?SESSION=" + s)
        c = f"""<fieldset><legend>系統公告</legend><ol><li>2011/06/01 請同仁定期檢視個人連絡資料是否正確。</li><li>每週日凌晨系統例行備份，屆時反應較慢。</li></ol>
<input type="submit" name="{P}btnRead" value="我已閱讀，繼續" id="ctl00_cphMain_btnRead" /></fieldset>"""
        return Response(self._master("bull" + s, "Bulletin.aspx?SESSION=" + s, c, "", "首頁 &gt; 公告"))

    def _strip(self):
        items = [("醫療系統", "M1"), ("醫療支援", "M2"), ("其他資源", "M3"), ("數位學習", "M4"), ("資訊安全", "M5"), ("行政系統", "M6"), ("個人管理", "M7")]
        return "".join(f"<a href=\"javascript:__doPostBack('ctl00$mnuStrip','{k}')\">{n}</a>" for n, k in items) + \
            "<a id=\"ctl00_lbtLogout\" href=\"javascript:__doPostBack('ctl00$lbtLogout','')\">登出系統</a>"

    def _default(self, r, s):
        note, sub = "", "M7"
        if r.method == "POST":
            self.takes(r)
            if not self._fresh(r, "def" + s):
                note = "網頁狀態已失效，請重新操作。"
            else:
                tgt, arg = r.get("__EVENTTARGET"), r.get("__EVENTARGUMENT")
                if tgt == "ctl00$lbtLogout":
                    del self.portal_s[s]
                    self.truth.sessions.discard("portal:" + s)
                    self.truth.counts["sign_out_portal"] += 1
                    return redirect("/ERP/Logon.aspx", ("Set-Cookie", "_CK_ERP=; path=/; Max-Age=0"))
                if tgt == "ctl00$mnuStrip":
                    if arg == "M7\\P01":
                        return redirect(f"{self.urls['inner']}/PersonWeb/ChgPwd.aspx?SESSION={s}")
                    if arg == "M7\\P06":
                        return redirect(f"{self.urls['inner']}/PersonWeb/Contact.aspx?SESSION={s}")
                    sub = arg[:2]
                    if len(arg) > 2:
                        note = "您沒有使用此功能的權限。"
        if sub == "M7":
            names = ["更改密碼", "個人簽章提醒設定", "薪資所得免稅額申報表", "員工待遇福利查詢", "查詢員工連絡資料", "維護個人連絡資料", "個人就醫紀錄查詢"]
            lis = "".join(f"<tr><td>&#9656; <a href=\"javascript:__doPostBack('ctl00$mnuStrip','M7\\\\P{i:02d}')\">{n}</a></td></tr>" for i, n in enumerate(names, 1))
        else:
            lis = "<tr><td>(此選單目前沒有您可用的項目)</td></tr>"
        c = f"""<table width="100%"><tr valign="top"><td width="220"><table id="ctl00_mnuSub" border="0">{lis}</table></td>
<td>{self.truth.person.name} 您好!<br />總院差勤待簽 0 未核准 0 被駁回 0<br /><b>全院公告</b> 2<br />2011/03/21 填報「薪資所得免稅額申報表」</td></tr></table>"""
        return Response(self._master("def" + s, "Default.aspx?SESSION=" + s, c, self._strip(), "首頁 &gt; 個人管理", note))

    # ---------------------------------------------------------------- inner
    def inner(self, r):
        logo = self._logo(r)
        if logo:
            return logo
        s = r.query.get("SESSION", "")
        if s not in self.portal_s:
            return Response(f"<script>alert('您尚未登入或已逾時');location.href='{self.urls['portal']}/ERP/Logon.aspx';</script>")
        p = r.path.lower()
        if p == "/personweb/chgpwd.aspx":
            return self._chgpwd(r, s)
        if p == "/personweb/contact.aspx":
            return self._contact(r, s)
        return Response("<h2>404 - 找不到檔案或目錄。</h2>", 404)

    def _back(self, s):
        return f'<a href="{self.urls["portal"]}/ERP/Default.aspx?SESSION={s}">回功能選單</a>'

    def _chgpwd(self, r, s):
        msg, t, al = "", self.truth, ""
        if r.method == "POST":
            self.takes(r, **{P + "txtOld": "old_password", P + "txtNew1": "new_password", P + "txtNew2": "new_password_again"})
            o, n, a = (r.get(P + k) for k in ("txtOld", "txtNew1", "txtNew2"))
            if not self._fresh(r, "pwd" + s) or not r.has(P + "btnChange"):
                msg = "網頁狀態已失效，請重新輸入。"
            elif o != t.portal_password:
                msg = "舊密碼有誤，密碼未變更。"
            elif n != a:
                msg = "兩次輸入的新密碼不同，密碼未變更。"
            elif len(n) < 8 or len(n) > 20 or not re.search("[A-Za-z]", n) or not re.search("[0-9]", n) or n == o:
                msg = "新密碼不符合密碼設定條件，密碼未變更。"
            if msg:
                t.counts["password_refused"] += 1
            else:
                t.portal_password = n
                t.counts["password_changed"] += 1
                al, msg = "密碼變更完成！", "您的密碼已變更完成，下次登入請使用新密碼。"
        c = f"""<h3>更改密碼</h3><table border="1" cellpadding="3" style="border-collapse:collapse">
<tr><th>請輸入舊密碼：</th><td><input name="{P}txtOld" type="password" maxlength="20" id="ctl00_cphMain_txtOld" /></td></tr>
<tr><th>請輸入新密碼：</th><td><input name="{P}txtNew1" type="password" maxlength="20" id="ctl00_cphMain_txtNew1" /></td></tr>
<tr><th>請再輸入新密碼：</th><td><input name="{P}txtNew2" type="password" maxlength="20" id="ctl00_cphMain_txtNew2" />
<span id="ctl00_cphMain_cmpNew" class="err" style="display:none;">新密碼兩次輸入不同</span></td></tr>
<tr><th>密碼強度檢核：</th><td><span id="ctl00_cphMain_lblLevel">&nbsp;</span></td></tr></table>
密碼設定條件：<br />1.密碼長度不可少於8個字元<br />2.密碼內容需包含英文及數字<br />
<input type="submit" name="{P}btnChange" value="確定更改" id="ctl00_cphMain_btnChange" /> <span id="ctl00_cphMain_lblResult" class="err">{msg}</span><br />{self._back(s)}"""
        return Response(self._master("pwd" + s, "ChgPwd.aspx?SESSION=" + s, c, "", "首頁 &gt; 個人管理 &gt; 更改密碼", al))

    def _contact(self, r, s):
        t, msg = self.truth, ""
        keys = {"txtESur": "english_surname", "txtEFirst": "english_given", "txtEMid": "english_middle", "txtOTel": "office_phone", "txtHTel": "home_phone", "txtMobile": "mobile_phone"}
        if r.method == "POST":
            self.takes(r, **{P + "txtMobile": "mobile_phone"})
            if not self._fresh(r, "con" + s) or not r.has(P + "btnSave"):
                msg = "網頁狀態已失效，未儲存。"
            elif any(not r.has(P + k) for k in keys) or not re.fullmatch(r"09\d{8}", r.get(P + "txtMobile")):
                msg = "行動電話格式不正確，資料未儲存。"
            else:
                t.saved_contact = {v: r.get(P + k) for k, v in keys.items()}
                t.counts["contact_saved"] += 1
                msg = "個人連絡資料已更新。"
        v = {k: e(t.saved_contact.get(m, getattr(t.person, m))) for k, m in keys.items()}

        def box(k, n):
            return f'<input name="{P}{k}" type="text" value="{v[k]}" maxlength="{n}" id="ctl00_cphMain_{k}" />'
        c = f"""<h3>台大醫院---維護個人連絡資料</h3><input type="submit" name="{P}btnSave" value="異動儲存" id="ctl00_cphMain_btnSave" /> <span class="err" id="ctl00_cphMain_lblMsg">{msg}</span>
<table border="1" cellpadding="3" style="border-collapse:collapse"><tr><th>員工編號：</th><td>{t.person.employee_id}</td><th>姓名：</th><td>{t.person.name}</td></tr>
<tr><th>英文姓：</th><td colspan="3">{box('txtESur', 30)} ex:Chen(陳)</td></tr><tr><th>英文首名：</th><td colspan="3">{box('txtEFirst', 30)} ex: Yi-Fen(怡芬) (說明)</td></tr>
<tr><th>英文中名：</th><td colspan="3">{box('txtEMid', 30)} ex:Mary 為英文別名，如無，可不填</td></tr>
<tr><th>辦公室電話：</th><td>{box('txtOTel', 12)} ex:61234或23123456</td><th>住宅電話：</th><td>{box('txtHTel', 12)} ex:0223123456</td></tr>
<tr><th>行動電話：</th><td colspan="3">{box('txtMobile', 10)} ex:0952000000 <font color="blue">(如離職或更換門號，請記得調整此欄位)</font></td></tr></table>{self._back(s)}"""
        return Response(self._master("con" + s, "Contact.aspx?SESSION=" + s, c, "", "首頁 &gt; 個人管理 &gt; 維護個人連絡資料"))

    # ---------------------------------------------------------------- account
    def account(self, r):
        logo = self._logo(r)
        if logo:
            return logo
        p, sid = r.path.lower(), r.cookies.get("HelpSession", "")
        if p == "/":
            return redirect("/Help/Index.aspx")
        head = []
        if sid not in self.asp:
            sid = secrets.token_hex(12)
            self.asp[sid] = {"ok": False, "fn": "A"}
            head = [("Set-Cookie", f"HelpSession={sid}; path=/; HttpOnly")]
        d = self.asp[sid]
        if p == "/help/index.aspx":
            return self._index(r, sid, d, head)
        if p == "/help/verify.aspx":
            return self._verify(r, sid, d, head)
        if p in ("/help/setalias.aspx", "/help/resetpwd.aspx"):
            if not d["ok"]:
                return redirect("/Help/Index.aspx", *head)
            return self._setup(r, sid, d, "alias" in p)
        return Response("<h2>404 - 找不到檔案或目錄。</h2>", 404)

    def _index(self, r, sid, d, head):
        if r.method == "POST":
            self.takes(r)
            if self._fresh(r, "idx" + sid):
                tgt = r.get("__EVENTTARGET")
                if tgt in (P + "lbtEnable", P + "lbtReset"):
                    d["fn"] = "A" if tgt.endswith("Enable") else "R"
                    return redirect("/Help/Verify.aspx?fn=" + d["fn"])
        c = f"""<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<h4>《規範》</h4><ul><li>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul>
<h4>《常見問題與服務》</h4><dl><dt>密碼修改後多久可以生效</dt><dd>即時生效。</dd><dt>忘記密碼</dt><dd>請以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</dd></dl>
<table border="1" cellpadding="5"><tr><td><a id="ctl00_cphMain_lbtEnable" href="javascript:__doPostBack('{P}lbtEnable','')">啟用網路帳號及首次雲端帳號密碼設定</a></td><td>啟用本院微軟相關服務</td></tr>
<tr><td><a id="ctl00_cphMain_lbtReset" href="javascript:__doPostBack('{P}lbtReset','')">重置雲端服務密碼</a></td><td>重設非Portal帳號的密碼</td></tr></table>"""
        return Response(self._master("idx" + sid, "Index.aspx", c, "", "網路帳號服務", title="網路帳號管理"), headers=head)

    def _verify(self, r, sid, d, head):
        t, msg, al, panel = self.truth, "", "", False
        if r.query.get("fn") in ("A", "R"):
            d["fn"] = r.query["fn"]
        if r.method == "POST":
            self.takes(r, **{P + "txtAccount": "employee_id", P + "txtOtp": "code", P + "txtCellNo": "registered_phone"})
            acc = r.get(P + "txtAccount").strip()
            if not self._fresh(r, "ver" + sid):
                msg = "網頁狀態已失效，請重新操作。"
            elif r.has(P + "btnSms"):
                panel = acc == t.person.employee_id
                msg = "" if panel else "查無此網路帳號。"
            elif r.has(P + "btnSmsOk"):
                phone = t.saved_contact.get("mobile_phone", t.person.mobile_phone)
                if acc != t.person.employee_id:
                    msg = "查無此網路帳號。"
                elif r.get(P + "txtCellNo") != phone:
                    msg, panel = "手機門號與登記資料不符。", True
                else:
                    d["code"], d["at"] = t.new_message(), time.time()
                    al = "動態碼簡訊發送成功\\n成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"
            elif r.has(P + "btnNext"):
                if acc == t.person.employee_id and d.get("code") and r.get(P + "txtOtp") == d["code"] and time.time() - d["at"] <= 120:
                    d.update(ok=True, code="")
                    t.sessions.add("account:" + sid)
                    t.counts["code_accepted"] += 1
                    return redirect("/Help/" + ("SetAlias.aspx" if d["fn"] == "A" else "ResetPwd.aspx"))
                t.counts["code_refused"] += 1
                msg = "動態碼已逾時，請重新發送。" if d.get("code") and time.time() - d["at"] > 120 else "動態碼驗證失敗，請確認後重新輸入。"
        pan = f"""<tr><td colspan="3" bgcolor="#ffffcc"><div id="ctl00_cphMain_pnlCell">請輸入帳號登記的手機門號(10碼)<br />
<input name="{P}txtCellNo" type="text" maxlength="10" id="ctl00_cphMain_txtCellNo" /> <input type="submit" name="{P}btnSmsOk" value="確定發送" id="ctl00_cphMain_btnSmsOk" />
<input type="submit" name="{P}btnSmsNo" value="取消" id="ctl00_cphMain_btnSmsNo" /></div></td></tr>""" if panel else ""
        head2 = "啟用網路帳號及首次雲端帳號密碼設定" if d["fn"] == "A" else "重置雲端服務密碼"
        c = f"""<h3>{head2}</h3>注意事項<ul><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul>
<table border="1" cellpadding="4"><tr><th>網路帳號 / 主職員工編號</th><td><input name="{P}txtAccount" type="text" maxlength="20" id="ctl00_cphMain_txtAccount" value="{e(r.get(P + 'txtAccount'))}" /></td>
<td><input type="submit" name="{P}btnSms" value="發送簡訊動態碼" id="ctl00_cphMain_btnSms" /></td></tr>{pan}
<tr><th>簡訊(或MOTP)動態碼</th><td colspan="2"><input name="{P}txtOtp" type="text" maxlength="8" id="ctl00_cphMain_txtOtp" autocomplete="off" /></td></tr>
<tr><td colspan="3" align="center"><input type="submit" name="{P}btnNext" value="下一步" id="ctl00_cphMain_btnNext" /></td></tr></table>
<span class="err" id="ctl00_cphMain_lblErr">{msg}</span><br /><a href="Index.aspx">回首頁</a>"""
        return Response(self._master("ver" + sid, "Verify.aspx?fn=" + d["fn"], c, "", "網路帳號服務 &gt; 身分驗證", al, title="網路帳號管理"), headers=head)

    def _setup(self, r, sid, d, first):
        t, msg = self.truth, ""
        own, page = ("set" if first else "rst") + sid, "SetAlias.aspx" if first else "ResetPwd.aspx"
        p1, p2 = r.get(P + "txtCloudPwd"), r.get(P + "txtCloudPwd2")
        if r.method == "POST":
            self.takes(r, **{P + "txtMailAlias": "alias", P + "txtCloudPwd": "cloud_password", P + "txtCloudPwd2": "cloud_password_again"})
            al = r.get(P + "txtMailAlias").strip()
            bad = p1 != p2 or len(p1) < 8 or not re.search("[A-Za-z]", p1) or not re.search(r"\d", p1)
            if not self._fresh(r, own):
                msg = "網頁狀態已失效，請重新操作。"
            elif r.get("__EVENTTARGET") == "ctl00$lbtQuit" or r.has(P + "btnCancel"):
                self.asp.pop(sid)
                t.sessions.discard("account:" + sid)
                t.counts["sign_out_account"] += 1
                return redirect("/Help/Index.aspx")
            elif not first and r.has(P + "btnReset"):
                if not t.alias:
                    msg = "您的雲端服務帳號尚未啟用。"
                elif bad:
                    msg = "雲端服務密碼需8碼以上英文及數字，且兩次輸入須相同。"
                else:
                    t.cloud_password, msg = p1, "雲端服務密碼已重設完成，即時生效。"
            elif first and r.has(P + "btnEnable"):
                if t.alias:
                    msg = "此帳號先前已完成啟用，不可重複設定。"
                elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{2,63}", al):
                    msg = "電子郵件名稱格式不符。"
                elif al.lower() == "taken.name":
                    msg = "此電子郵件名稱已有人使用，請改用其他名稱。"
                elif bad:
                    msg = "雲端服務密碼需8碼以上英文及數字，且兩次輸入須相同。"
                else:
                    t.alias, t.cloud_password = al, p1
                    t.counts["activated"] += 1
                    msg = "設定完成，您的雲端服務已啟用，將於隔日生效。"
        quit_ = "<a href=\"javascript:__doPostBack('ctl00$lbtQuit','')\">離開本系統</a>"
        pw = f"""<tr><th>雲端服務密碼</th><td><input name="{P}txtCloudPwd" type="password" maxlength="32" id="ctl00_cphMain_txtCloudPwd" /> 8碼以上，含英文及數字</td></tr>
<tr><th>確認雲端服務密碼</th><td><input name="{P}txtCloudPwd2" type="password" maxlength="32" id="ctl00_cphMain_txtCloudPwd2" /></td></tr>"""
        q = t.person
        if not first:
            rows, btn = pw, f'<input type="submit" name="{P}btnReset" value="重置雲端服務密碼" />'
        elif t.alias:
            rows, btn = f"<tr><th>雲端服務帳號 (電子郵件名稱)</th><td>{e(t.alias)}@ntuh.gov.tw</td></tr><tr><th>狀態</th><td>已啟用雲端服務</td></tr>", ""
        else:
            rows = f'<tr><th>雲端服務帳號<br />(電子郵件名稱)</th><td><input name="{P}txtMailAlias" type="text" maxlength="64" id="ctl00_cphMain_txtMailAlias" value="{e(r.get(P + "txtMailAlias"))}" />@ntuh.gov.tw 名稱長度限64字元內</td></tr>' + pw
            btn = f'<input type="submit" name="{P}btnCancel" value="取消啟用" /> <input type="submit" name="{P}btnEnable" value="啟用雲端服務" /> 服務於設定完成隔日生效'
        c = f"""<h3>{'設定密碼與郵件別名' if first else '重置雲端服務密碼'}</h3><span class="err" id="ctl00_cphMain_lblErr">{msg}</span>
<table border="1" cellpadding="4"><tr><th>網路帳號 / 主職員工編號</th><td>{q.employee_id}</td></tr><tr><th>帳號姓名</th><td>{q.name}</td></tr>
<tr><th>主職單位</th><td>{q.unit}</td></tr><tr><th>有效期限</th><td>{q.valid_until}</td></tr>{rows}</table>{btn}<br />{quit_}"""
        return Response(self._master(own, page, c, "", "網路帳號服務 &gt; 設定", title="網路帳號管理"))

    # ---------------------------------------------------------------- mail
    def mail(self, r):
        logo = self._logo(r)
        if logo:
            return logo
        p, t, ck, msg = r.path.lower(), self.truth, r.cookies.get("WMAUTH", ""), ""
        if p == "/":
            return redirect("/WebMail/SignIn.aspx")
        if p == "/webmail/vcode.ashx":
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5), "PNG"), kind="image/png")
        if p == "/webmail/inbox.aspx":
            if ck not in self.box:
                return redirect("/WebMail/SignIn.aspx")
            if r.method == "POST":
                self.takes(r)
                if self._fresh(r, "box" + ck) and r.get("__EVENTTARGET") == "ctl00$lbtSignOut":
                    self.box.discard(ck)
                    t.sessions.discard("mail:" + ck)
                    t.counts["sign_out_mail"] += 1
                    return redirect("/WebMail/SignIn.aspx", ("Set-Cookie", "WMAUTH=; path=/; Max-Age=0"))
            c = f"<h3>收件匣</h3>{e(t.alias)}@ntuh.gov.tw<table border=1><tr><td>寄件者</td><td>主旨</td></tr><tr><td>資訊室</td><td>歡迎使用電子信箱</td></tr></table>"
            return Response(self._master("box" + ck, "Inbox.aspx", c, "<a href=\"javascript:__doPostBack('ctl00$lbtSignOut','')\">登出</a>", title="電子郵件"))
        if p != "/webmail/signin.aspx":
            return Response("<h2>404</h2>", 404)
        if r.method == "POST":
            self.takes(r, **{P + "txtMailId": "mail_account", P + "txtMailPwd": "mail_password", P + "txtVCode": "captcha"})
            want, t.captcha = t.captcha, ""
            if not self._fresh(r, "mail"):
                msg = "網頁狀態已失效，請重新登入。"
            elif not want or r.get(P + "txtVCode") != want:
                msg = "驗證碼錯誤。"
            elif not t.alias or r.get(P + "txtMailId").split("@")[0] != t.alias or r.get(P + "txtMailPwd") != t.cloud_password:
                msg = "帳號或密碼錯誤。"
            else:
                ck = secrets.token_hex(12)
                self.box.add(ck)
                t.sessions.add("mail:" + ck)
                t.counts["mail_sign_in"] += 1
                return redirect("/WebMail/Inbox.aspx", ("Set-Cookie", f"WMAUTH={ck}; path=/"))
        c = f"""<table align="center"><tr><th>帳號:</th><td><input name="{P}txtMailId" type="text" id="ctl00_cphMain_txtMailId" /></td></tr><tr><th>密碼:</th><td><input name="{P}txtMailPwd" type="password" /></td></tr>
<tr><th>驗證碼(小寫字母或數字):</th><td><input name="{P}txtVCode" type="text" maxlength="5" /><img src="VCode.ashx?{secrets.token_hex(3)}" alt="" /></td></tr>
<tr><td colspan="2"><input type="checkbox" name="{P}chkKeep" id="ctl00_cphMain_chkKeep" /><label for="ctl00_cphMain_chkKeep">記住登入資訊 (公用電腦請勿勾選)</label></td></tr>
<tr><td colspan="2"><input type="submit" name="{P}btnIn" value="登入" /><br /><span class="err">{msg}</span></td></tr></table>公佈欄<br />※如無法登入，請先至 https://help.ntuh.gov.tw/ 變更密碼"""
        return Response(self._master("mail", "SignIn.aspx", c, title="電子郵件"))

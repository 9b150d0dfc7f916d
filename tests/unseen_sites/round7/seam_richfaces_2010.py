"""A hospital portal built with JBoss Seam 2 and RichFaces 3 about 2010: ordinary form posts, s:link, decorate templates."""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
<title>%(title)s</title>
<link class="component" href="/%(ctx)s/a4j/s/3_3_3.Finalorg/richfaces/renderkit/html/css/basic_classes.xcss/DATB/eAF7sqpgb-jyGdIAFrMEaw__.seam" rel="stylesheet" type="text/css" />
<script type="text/javascript" src="/%(ctx)s/a4j/g/3_3_3.Finalorg.ajax4jsf.javascript.AjaxScript.seam"></script>
<style type="text/css">.error{color:#c00}.rich-panel-header{background:#4a75b5;color:#fff;padding:3px}.name{float:left;width:170px;text-align:right}.prop{clear:both;padding:3px}</style>
</head><body>
"""
FOOT = """<div class="footer" id="footer">Powered by Seam 2.2.0.GA. 資訊室 系統開發組 &#160; 分機 261120</div></body></html>"""


class TheSite(Site):
    title = "seam_richfaces_2010"

    def __init__(self) -> None:
        super().__init__()
        self.ses: dict[str, dict] = {}
        self.tokens: dict[str, str] = {}
        self.cid = 2

    # ---------------------------------------------------------------- common to the vendor's wars
    def page(self, ctx: str, title: str, body: str, *headers: tuple[str, str]) -> Response:
        return Response(HEAD % {"title": title, "ctx": ctx} + body + FOOT, headers=list(headers))

    def state(self, s: dict, view: str) -> str:
        s["n"] = s.get("n", 0) + 1
        name = f"j_id{s['n']}"
        s.setdefault("views", {})[name] = view
        return f'<input type="hidden" name="javax.faces.ViewState" id="javax.faces.ViewState" value="{name}" autocomplete="off" />'

    def restore(self, s: dict | None, r: Request, view: str) -> bool:
        """A view is restored once."""
        return bool(s) and s.get("views", {}).pop(r.get("javax.faces.ViewState"), "") == view

    def messages(self, *lines: str) -> str:
        if not lines:
            return '<dl id="messages" class="rich-messages message" style="display:none"><dt></dt></dl>'
        return '<dl id="messages" class="rich-messages message">' + "".join(
            f'<dt><span class="rich-messages-label">{escape(x)}</span></dt>' for x in lines) + "</dl>"

    def prop(self, form: str, field: str, label: str, inner: str, error: str = "", need: bool = True) -> str:
        star = '<span class="required">*</span>' if need else ""
        mark = f'<span class="error errors"><span class="rich-message"><span class="rich-message-label">{escape(error)}</span></span></span>' if error else ""
        return (f'<div id="{form}:{field}Field"><div class="prop"><span class="name{" errors" if error else ""}">'
                f'<label for="{form}:{field}Field:{field}">{label}{star}</label></span><span class="value">{inner}</span>{mark}</div></div>\n')

    def text(self, form: str, field: str, value: str = "", kind: str = "text", more: str = "") -> str:
        key = f"{form}:{field}Field:{field}"
        return f'<input id="{key}" type="{kind}" name="{key}" value="{escape(value)}" {more} />'

    def open(self, r: Request, cookie: str) -> tuple[str, dict, list]:
        key = r.cookies.get(cookie, "")
        if key in self.ses:
            return key, self.ses[key], []
        key = secrets.token_hex(12).upper()
        self.ses[key] = {}
        return key, self.ses[key], [("Set-Cookie", f"{cookie}={key}; Path=/")]

    # ---------------------------------------------------------------- portal
    def portal(self, r: Request) -> Response:
        key, s, cookies = self.open(r, "JSESSIONID")
        p = r.path
        if p in ("/", "/portal", "/portal/"):
            return redirect("/portal/login.seam", *cookies)
        if p == "/portal/seam/resource/captcha":
            return Response(picture(self.truth.new_captcha(), "JPEG"), kind="image/jpeg", headers=[("Cache-Control", "no-store"), *cookies])
        if p == "/portal/login.seam":
            return self.login(r, key, s, cookies)
        if "/a4j/" in p:
            return Response("", kind="text/css" if "xcss" in p else "text/javascript")
        if f"portal:{key}" not in self.truth.sessions:
            return redirect("/portal/login.seam?expired=true", *cookies)
        if r.query.get("actionMethod", "").endswith("identity.logout"):
            self.truth.sessions.discard(f"portal:{key}")
            self.truth.counts["sign_out_portal"] += 1
            self.tokens.pop(s.get("token", ""), None)
            self.ses.pop(key, None)
            return redirect("/portal/login.seam?out=true")
        if p == "/portal/bulletin.seam":
            return self.page("portal", "重要公告", f"""<div class="rich-panel"><div class="rich-panel-header">重要公告</div><div class="rich-panel-body">
<p>為配合個人資料保護法，請同仁離開座位時登出系統。</p><p>108/01/01 起啟用新版首頁，謝謝大家!</p>
<a href="/portal/home.seam?cid={s['cid']}" id="bulletinForm:go" class="button">我已閱讀，進入系統</a></div></div>""")
        if p == "/portal/home.seam":
            return self.home(s)
        if p == "/portal/changePassword.seam":
            return self.password(r, s)
        return Response("<h1>HTTP Status 404</h1>", 404)

    def login(self, r: Request, key: str, s: dict, cookies: list) -> Response:
        t = self.truth
        said: list[str] = []
        errors: dict[str, str] = {}
        if r.method == "POST":
            f = "loginForm:%sField:%s"
            self.takes(r, **{f % ("campus", "campus"): "campus", f % ("username", "username"): "employee_id",
                             f % ("password", "password"): "portal_password", f % ("verify", "verify"): "captcha"})
            right, t.captcha = t.captcha, ""
            user, word = r.get(f % ("username", "username")).strip(), r.get(f % ("password", "password"))
            code = r.get(f % ("verify", "verify")).strip().upper()
            if not self.restore(s, r, "login") or r.get(f % ("campus", "campus")) not in ("T0", "T2", "T4", "Y0") or not r.has("loginForm:submit"):
                said.append("畫面已逾時 (ViewExpired)，請再操作一次。")
            elif not user or not word:
                errors = {k: "此欄必填" for k, v in (("username", user), ("password", word)) if not v}
            elif not right or code != right:
                errors["verify"] = "與圖片內容不符"
            elif user != t.person.employee_id or word != t.portal_password:
                said.append("登入失敗：使用者或密碼有誤")
            else:
                t.sessions.add(f"portal:{key}")
                t.counts["sign_in"] += 1
                self.cid += 1
                s["cid"] = self.cid
                s["token"] = secrets.token_hex(16)
                self.tokens[s["token"]] = key
                return redirect(f"/portal/bulletin.seam?cid={self.cid}", *cookies)
            t.counts["sign_in_refused"] += 1
        elif r.query.get("out"):
            said.append("您已離開系統。")
        elif r.query.get("expired"):
            said.append("請先登入。")
        x = "loginForm"
        body = f"""<div class="banner"><h1>台大醫院 PORTAL 系統</h1>醫療資訊系統 National Taiwan University Hospital<br />
<a href="#">院外網</a> <a href="#">院內網</a> <a href="#">數位學習</a> <a href="#">表單下載</a></div>{self.messages(*said)}
<form id="searchForm" name="searchForm" method="get" action="/portal/login.seam"><input type="text" name="q" size="12" title="搜尋公告" /><input type="submit" value="搜尋" /></form>
<form id="loginForm" name="loginForm" method="post" action="/portal/login.seam" enctype="application/x-www-form-urlencoded">
<input type="hidden" name="loginForm" value="loginForm" />
<div class="rich-panel" id="loginForm:panel"><div class="rich-panel-header">登入 Login</div><div class="rich-panel-body">
{self.prop(x, "campus", "院區", '<select id="loginForm:campusField:campus" name="loginForm:campusField:campus" size="1"><option value="T0" selected="selected">總院區</option><option value="T2">北護分院</option><option value="T4">新竹分院</option><option value="Y0">雲林分院</option></select>', "", False)}
{self.prop(x, "username", "帳號", self.text(x, "username", r.get("loginForm:usernameField:username") if r.method == "POST" else "", more='maxlength="10"'), errors.get("username", ""))}
{self.prop(x, "password", "密碼", self.text(x, "password", "", "password", 'autocomplete="off"'), errors.get("password", ""))}
<div class="prop"><span class="name"></span><span class="value"><img src="/portal/seam/resource/captcha?f={secrets.randbelow(99999)}" id="loginForm:captchaImg" alt="" /></span></div>
{self.prop(x, "verify", "驗證碼", self.text(x, "verify", more='size="8"') + " (不用區分大小寫)", errors.get("verify", ""))}
<div class="actionButtons"><input id="loginForm:submit" type="submit" name="loginForm:submit" value="進入系統" /></div>
</div></div>{self.state(s, "login")}</form>"""
        return self.page("portal", "PORTAL 登入", body, *cookies)

    def bar(self, s: dict) -> str:
        cid = s["cid"]
        return f"""<div class="rich-toolbar"><table class="dr-toolbar-ext"><tr><td>台大醫院 PORTAL</td><td><a href="/portal/home.seam?cid={cid}">首頁</a></td>
<td>使用者：{self.truth.person.name} 您好!</td><td><a href="/portal/home.seam?actionMethod=home.xhtml%3Aidentity.logout&amp;cid={cid}" id="menuLogoutId">登出系統</a></td></tr></table></div>"""

    def home(self, s: dict) -> Response:
        cid, sep = s["cid"], f'?SESSION={s["token"]}'
        inner = self.urls["inner"]
        own = [("個人簽章提醒設定", "#"), ("薪資所得免稅額申報表", "#"), ("查詢員工連絡資料", f"{inner}/hr/query.seam{sep}"),
               ("維護個人連絡資料", f"{inner}/hr/contact.seam{sep}&amp;cid={cid}"), ("個人就醫紀錄查詢", "#"), ("行動憑證申請", "#")]
        body = self.bar(s) + self.messages(*s.pop("say", [])) + f"""
<div class="rich-panelmenu"><div class="rich-pmenu-group">醫療系統</div><div class="rich-pmenu-group">行政系統</div>
<div class="rich-pmenu-group-self-label" onclick="Richfaces.toggle('g7')">個人管理</div><table id="g7">
<tr><td class="rich-pmenu-item"><a href="/portal/changePassword.seam?cid={cid}" id="menu:chg">更改密碼</a></td></tr>
{"".join(f'<tr><td class="rich-pmenu-item"><a href="{h}">{n}</a></td></tr>' for n, h in own)}</table></div>
<div class="rich-panel"><div class="rich-panel-header">全院公告 2</div><table class="rich-table"><thead><tr><th>日期</th><th>標題</th></tr></thead>
<tbody><tr><td>2019/10/21</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr><tr><td>2018/12/13</td><td>總院Portal資訊系統登入首頁改版</td></tr></tbody></table></div>"""
        return self.page("portal", "功能選單", body)

    def password(self, r: Request, s: dict) -> Response:
        t, x = self.truth, "pwdForm"
        bad: dict[str, str] = {}
        said: list[str] = []
        done = False
        if r.method == "POST":
            f = "pwdForm:%sField:%s"
            self.takes(r, **{f % ("oldPwd", "oldPwd"): "old_password", f % ("newPwd", "newPwd"): "new_password", f % ("verifyPwd", "verifyPwd"): "new_password_again"})
            old, new, again = (r.get(f % (k, k)) for k in ("oldPwd", "newPwd", "verifyPwd"))
            if not self.restore(s, r, "password") or not r.has("pwdForm:update"):
                said.append("畫面已逾時 (ViewExpired)，請再操作一次。")
            elif old != t.portal_password:
                bad["oldPwd"] = "舊密碼不正確"
            elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                bad["newPwd"] = "不符合密碼設定條件"
            elif new == old:
                bad["newPwd"] = "新密碼不得與舊密碼相同"
            elif new != again:
                bad["verifyPwd"] = "兩次輸入不一致"
            else:
                t.portal_password = new
                t.counts["password_changed"] += 1
                said.append("密碼變更完成，下次登入請使用新密碼。")
                done = True
            if not done:
                t.counts["password_refused"] += 1
        back = f'<a href="/portal/home.seam?cid={s["cid"]}" id="pwdBack">回功能選單</a>'
        form = f"""<form id="pwdForm" name="pwdForm" method="post" action="/portal/changePassword.seam?cid={s['cid']}"><input type="hidden" name="pwdForm" value="pwdForm" />
{self.prop(x, "oldPwd", "請輸入舊密碼：", self.text(x, "oldPwd", "", "password"), bad.get("oldPwd", ""))}
{self.prop(x, "newPwd", "請輸入新密碼：", self.text(x, "newPwd", "", "password", 'maxlength="20"'), bad.get("newPwd", ""))}
{self.prop(x, "verifyPwd", "請再輸入新密碼：", self.text(x, "verifyPwd", "", "password", 'maxlength="20"'), bad.get("verifyPwd", ""))}
<div class="prop"><span class="name">密碼強度檢核：</span><span class="value" id="strength">&#160;</span></div>
<p>密碼設定條件：<br />1.密碼長度不可少於8個字元<br />2.密碼內容需包含英文及數字</p>
<input type="submit" id="pwdForm:update" name="pwdForm:update" value="更改密碼" />{self.state(s, "password")}</form>"""
        return self.page("portal", "更改密碼", f"""{self.bar(s)}<div class="rich-panel"><div class="rich-panel-header">更改密碼</div><div class="rich-panel-body">
{self.messages(*said)}{"" if done else form}<div>{back}</div></div></div>""")

    # ---------------------------------------------------------------- inner
    def inner(self, r: Request) -> Response:
        t = self.truth
        if "/a4j/" in r.path:
            return Response("", kind="text/css")
        token = r.query.get("SESSION", "")
        key = self.tokens.get(token, "")
        if f"portal:{key}" not in t.sessions:
            return self.page("hr", "未登入", self.messages("尚未登入或連線逾時，請由 PORTAL 重新進入。") + f'<a href="{self.urls["portal"]}/">PORTAL</a>')
        s = self.ses[key]
        home = f'{self.urls["portal"]}/portal/home.seam?cid={s["cid"]}'
        if r.path != "/hr/contact.seam":
            return self.page("hr", "查詢", f'<p>查詢系統維護中</p><a href="{home}">回功能選單</a>')
        pairs = [("familyName", "english_surname"), ("firstName", "english_given"), ("middleName", "english_middle"),
                 ("office", "office_phone"), ("home", "home_phone"), ("mobile", "mobile_phone")]
        now = {k: t.saved_contact.get(k, getattr(t.person, k)) for _, k in pairs}
        said: list[str] = []
        bad: dict[str, str] = {}
        if r.method == "POST":
            self.takes(r, **{"contact:mobileField:mobile": "mobile_phone"})
            now = {k: r.get(f"contact:{n}Field:{n}").strip() for n, k in pairs}
            if not self.restore(s, r, "contact") or not r.has("contact:save") or not all(r.has(f"contact:{n}Field:{n}") for n, _ in pairs):
                said.append("畫面已逾時 (ViewExpired)，資料未儲存。")
            elif not re.fullmatch(r"09\d{8}", now["mobile_phone"]):
                bad["mobile"] = "行動電話格式錯誤"
            else:
                t.saved_contact.update(now)
                t.counts["contact_saved"] += 1
                said.append("連絡資料異動完成")
        x = "contact"
        names = {"familyName": ("英文姓：", " ex:Chen(陳)"), "firstName": ("英文首名：", ' ex: Yi-Fen(怡芬) (<a href="#">說明</a>)'),
                 "middleName": ("英文中名：", " ex:Mary 為英文別名，如無，可不填"), "office": ("辦公室電話：", " ex:61234或23123456"),
                 "home": ("住宅電話：", " ex:0223123456"), "mobile": ("行動電話：", " ex:0952000000 (如離職或更換門號，請記得調整此欄位)")}
        rows = "".join(self.prop(x, n, names[n][0], self.text(x, n, now[k], more='maxlength="30"') + f'<span class="hint">{names[n][1]}</span>', bad.get(n, ""), n == "mobile") for n, k in pairs)
        return self.page("hr", "維護個人連絡資料", f"""<h2>台大醫院---維護個人連絡資料</h2>{self.messages(*said)}
<form id="contact" name="contact" method="post" action="/hr/contact.seam?SESSION={token}&amp;cid={s['cid']}"><input type="hidden" name="contact" value="contact" />
<input id="contact:save" name="contact:save" type="submit" value="異動儲存" /> <input id="contact:reset" type="reset" value="清除" />
<div class="prop"><span class="name">員工編號：</span><span class="value">{t.person.employee_id}</span> 姓名：{t.person.name}</div>
{rows}{self.state(s, "contact")}</form><a href="{home}">回功能選單</a>""")

    # ---------------------------------------------------------------- account
    def account(self, r: Request) -> Response:
        key, s, cookies = self.open(r, "ACCTSESSIONID")
        t, p = self.truth, r.path
        if "/a4j/" in p:
            return Response("", kind="text/css")
        if p in ("/", "/help", "/help/"):
            return redirect("/help/index.seam", *cookies)
        if r.query.get("actionMethod", "").endswith("identity.logout") and f"account:{key}" in t.sessions:
            t.sessions.discard(f"account:{key}")
            t.counts["sign_out_account"] += 1
            self.ses.pop(key, None)
            return redirect("/help/index.seam")
        if p == "/help/index.seam":
            return self.page("help", "帳號服務", """<h2>帳號服務網</h2><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<div class="rich-panel"><div class="rich-panel-header">《規範》</div><div class="rich-panel-body">網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<ul><li>使用本帳號發信、登入VPN等，依本院資安規定進行系統記錄，請勿借用或盜用。</li>
<li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li><li>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置</li></ul></div></div>
<div class="rich-panel"><div class="rich-panel-header">《常見問題與服務》</div><div class="rich-panel-body"><b>密碼修改後多久可以生效</b><br />即時生效。<br /><b>忘記密碼</b><br />請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</div></div>
<p><a class="button" href="/help/verify.seam?purpose=enable">啟用網路帳號及首次雲端帳號密碼設定</a><br />啟用本院微軟相關服務，如：Office365, Outlook...</p>
<p><a class="button" href="/help/verify.seam?purpose=reset">重置雲端服務密碼</a><br />重設非Portal帳號的密碼：Email, 無線網路, KM, TMS...</p><p><a class="button" href="/help/vpn.seam">總院廠商VPN展延申請</a></p>""", *cookies)
        if p == "/help/verify.seam":
            return self.verify(r, key, s, cookies)
        if p in ("/help/setup.seam", "/help/reset.seam") and f"account:{key}" not in t.sessions:
            return redirect("/help/index.seam")
        if p == "/help/setup.seam":
            return self.setup(r, s)
        if p == "/help/reset.seam":
            return self.reset(r, s)
        return Response(HEAD % {"title": "404", "ctx": "help"} + "尚未開放" + FOOT, 404)

    def verify(self, r: Request, key: str, s: dict, cookies: list) -> Response:
        t = self.truth
        if r.query.get("purpose") in ("enable", "reset"):
            s["purpose"] = r.query["purpose"]
        why = s.get("purpose", "enable")
        title = "啟用網路帳號及首次雲端帳號密碼設定" if why == "enable" else "重置雲端服務密碼"
        said, panel = [], ""
        emp = r.get("idForm:accountField:account").strip() if r.method == "POST" and r.has("idForm") else s.get("emp", "")
        if r.method == "POST":
            self.takes(r, **{"idForm:accountField:account": "employee_id", "idForm:otpField:otp": "code", "phoneForm:phone": "registered_phone"})
            if r.has("phoneForm"):
                if not self.restore(s, r, "phone"):
                    said.append("畫面已逾時 (ViewExpired)，請再操作一次。")
                elif r.has("phoneForm:cancel"):
                    pass
                elif r.get("phoneForm:phone").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                    said.append("輸入之門號與帳號登記的門號不符，簡訊未寄出。")
                else:
                    s["otp"], s["at"] = t.new_message(), time.time()
                    panel = """<div id="sentPanel" class="rich-modalpanel"><div class="rich-mpnl-header">動態碼簡訊發送成功</div>
<div class="rich-mpnl-body">成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」<br /><input type="button" value="確定" onclick="document.getElementById('sentPanel').style.display='none'" /></div></div>"""
            elif not self.restore(s, r, "verify"):
                said.append("畫面已逾時 (ViewExpired)，請再操作一次。")
            elif r.has("idForm:send"):
                if emp != t.person.employee_id:
                    said.append("查無此網路帳號")
                else:
                    s["emp"] = emp
                    panel = f"""<div id="phonePanel" class="rich-modalpanel"><div class="rich-mpnl-header">簡訊動態碼</div><div class="rich-mpnl-body">
<form id="phoneForm" name="phoneForm" method="post" action="/help/verify.seam"><input type="hidden" name="phoneForm" value="phoneForm" />
<span>請輸入帳號登記的手機門號(10碼)</span><br /><input type="text" id="phoneForm:phone" name="phoneForm:phone" maxlength="10" /><br />
<input type="submit" name="phoneForm:ok" value="確定發送" /> <input type="submit" name="phoneForm:cancel" value="取消" />{self.state(s, "phone")}</form></div></div>
<script type="text/javascript">/*<![CDATA[*/ if (window.Richfaces) Richfaces.showModalPanel('phonePanel'); /*]]>*/</script>"""
            else:
                given = r.get("idForm:otpField:otp").strip()
                fine = s.get("otp") and emp == s.get("emp") and given == s["otp"]
                if fine and time.time() - s["at"] <= 120:
                    s.pop("otp")
                    t.sessions.add(f"account:{key}")
                    t.counts["code_accepted"] += 1
                    return redirect("/help/setup.seam" if why == "enable" else "/help/reset.seam", *cookies)
                t.counts["code_refused"] += 1
                said.append("動態碼已逾2分鐘，請重新發送" if fine else "動態碼驗證未通過")
        body = f"""<h2>進行身分驗證</h2>{self.messages(*said)}<div class="rich-panel"><div class="rich-panel-header">注意事項</div><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li>
<li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div>{panel}
<form id="idForm" name="idForm" method="post" action="/help/verify.seam"><input type="hidden" name="idForm" value="idForm" />
<div class="rich-panel"><div class="rich-panel-header">{title}</div>
{self.prop("idForm", "account", "網路帳號 / 主職員工編號", self.text("idForm", "account", emp, more='maxlength="6"') + ' <input type="submit" id="idForm:send" name="idForm:send" value="發送簡訊動態碼" />')}
{self.prop("idForm", "otp", "簡訊(或MOTP)動態碼", self.text("idForm", "otp", "", more='maxlength="6" autocomplete="off"'), "", False)}
<input type="submit" id="idForm:next" name="idForm:next" value="下一步" /></div>{self.state(s, "verify")}</form><a href="/help/index.seam">回首頁</a>"""
        return self.page("help", title, body, *cookies)

    OUT = '<a href="/help/index.seam?actionMethod=index.xhtml%3Aidentity.logout">結束並登出</a>'

    @staticmethod
    def weak(one: str, two: str) -> str:
        if len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search(r"\d", one):
            return "密碼至少8碼且須含英文及數字"
        return "" if one == two else "兩次密碼不一致"

    def setup(self, r: Request, s: dict) -> Response:
        t, x = self.truth, "aliasForm"
        said, bad = [], {}
        q = t.person
        alias = ""
        if r.method == "POST":
            self.takes(r, **{"aliasForm:mailNameField:mailName": "alias", "aliasForm:pwdField:pwd": "cloud_password", "aliasForm:pwd2Field:pwd2": "cloud_password_again"})
            alias, one, two = (r.get(f"aliasForm:{k}Field:{k}") for k in ("mailName", "pwd", "pwd2"))
            alias = alias.strip()
            if not self.restore(s, r, "setup"):
                said.append("畫面已逾時 (ViewExpired)，請再操作一次。")
            elif r.has("aliasForm:cancel"):
                return redirect("/help/index.seam?actionMethod=index.xhtml%3Aidentity.logout")
            elif t.alias:
                said.append("本帳號先前已完成啟用，不得重複設定。")
            elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", alias):
                bad["mailName"] = "名稱僅限英數字與 . _ -，且須以英文字母開頭"
            elif alias.lower() == "taken.name":
                bad["mailName"] = "此名稱已有人使用"
            elif self.weak(one, two):
                bad["pwd"] = self.weak(one, two)
            elif r.has("aliasForm:enable"):
                t.alias, t.cloud_password = alias, one
                t.counts["activated"] += 1
                return self.page("help", "完成", self.messages("雲端服務已開通") + f"<p>您的電子郵件：<b>{escape(alias)}@ntuh.gov.tw</b>，服務於設定完成隔日生效。</p>{self.OUT}")
        facts = f"""<table class="rich-table"><tr><td>網路帳號 / 主職員工編號</td><td>{q.employee_id}</td></tr><tr><td>帳號姓名</td><td>{q.name}</td></tr>
<tr><td>主職單位</td><td>{q.unit}</td></tr><tr><td>有效期限</td><td>{q.valid_until}</td></tr></table>"""
        if t.alias:
            form = f'<p class="info">此帳號之雲端服務已於先前啟用，不需再設定。</p><p>雲端服務帳號：{escape(t.alias)}@ntuh.gov.tw</p>'
        else:
            form = f"""<form id="aliasForm" name="aliasForm" method="post" action="/help/setup.seam"><input type="hidden" name="aliasForm" value="aliasForm" />
{self.prop(x, "mailName", "雲端服務帳號 (電子郵件名稱)", self.text(x, "mailName", alias, more='maxlength="64"') + " @ntuh.gov.tw 名稱長度限64字元內", bad.get("mailName", ""))}
{self.prop(x, "pwd", "設定密碼", self.text(x, "pwd", "", "password"), bad.get("pwd", ""))}
{self.prop(x, "pwd2", "確認密碼", self.text(x, "pwd2", "", "password"))}
<input type="submit" name="aliasForm:cancel" value="取消啟用" /> <input type="submit" name="aliasForm:enable" value="啟用雲端服務" /> 服務於設定完成隔日生效{self.state(s, "setup")}</form>"""
        return self.page("help", "設定密碼與郵件別名", f"<h2>設定密碼與郵件別名</h2>{self.messages(*said)}{facts}{form}<p>{self.OUT}</p>")

    def reset(self, r: Request, s: dict) -> Response:
        t, said, bad = self.truth, [], ""
        if not t.alias:
            return self.page("help", "重置雲端服務密碼", self.messages("尚未啟用網路帳號，請先執行啟用。") + self.OUT)
        if r.method == "POST":
            self.takes(r, **{"resetForm:pwdField:pwd": "cloud_password", "resetForm:pwd2Field:pwd2": "cloud_password_again"})
            one, two = r.get("resetForm:pwdField:pwd"), r.get("resetForm:pwd2Field:pwd2")
            if not self.restore(s, r, "reset"):
                said.append("畫面已逾時 (ViewExpired)，請再操作一次。")
            else:
                bad = self.weak(one, two)
                if not bad:
                    t.cloud_password = one
                    return self.page("help", "完成", self.messages("雲端服務密碼已重置，即時生效。") + self.OUT)
        return self.page("help", "重置雲端服務密碼", f"""<h2>重置雲端服務密碼</h2>{self.messages(*said)}<form id="resetForm" method="post" action="/help/reset.seam">
{self.prop("resetForm", "pwd", "新密碼", self.text("resetForm", "pwd", "", "password"), bad)}{self.prop("resetForm", "pwd2", "確認新密碼", self.text("resetForm", "pwd2", "", "password"))}
<input type="submit" name="resetForm:ok" value="確定重置" />{self.state(s, "reset")}</form>{self.OUT}""")

    # ---------------------------------------------------------------- mail
    def mail(self, r: Request) -> Response:
        key, s, cookies = self.open(r, "WEBMAILSID")
        t = self.truth
        if r.path == "/webmail/captcha.jpg":
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5), "JPEG"), kind="image/jpeg", headers=cookies)
        if "/a4j/" in r.path:
            return Response("", kind="text/css")
        signed = f"mail:{key}" in t.sessions
        if signed and r.path == "/webmail/logout.seam":
            t.sessions.discard(f"mail:{key}")
            t.counts["sign_out_mail"] += 1
            return redirect("/webmail/login.seam")
        if signed:
            return self.page("webmail", "收件匣", f"""<div class="rich-toolbar">{escape(t.alias)}@ntuh.gov.tw | <a href="/webmail/inbox.seam">收件匣</a> | <a href="/webmail/logout.seam">登出</a></div>
<table class="rich-table"><tr><th>寄件者</th><th>主旨</th></tr><tr><td>資訊室</td><td>歡迎使用電子信箱</td></tr></table>""")
        if r.path != "/webmail/login.seam":
            return redirect("/webmail/login.seam", *cookies)
        said = []
        if r.method == "POST":
            self.takes(r, **{"mail:user": "mail_account", "mail:pass": "mail_password", "mail:code": "captcha"})
            right, t.captcha = t.captcha, ""
            if not self.restore(s, r, "mail"):
                said.append("畫面已逾時 (ViewExpired)，請再操作一次。")
            elif not right or r.get("mail:code").strip() != right:
                said.append("驗證碼不符，請輸入新的圖片內容")
            elif not t.alias or r.get("mail:user").strip().removesuffix("@ntuh.gov.tw") != t.alias or r.get("mail:pass") != t.cloud_password:
                said.append("信箱登入失敗，帳號或密碼錯誤")
            else:
                t.sessions.add(f"mail:{key}")
                t.counts["mail_sign_in"] += 1
                return redirect("/webmail/inbox.seam", *cookies)
        return self.page("webmail", "電子信箱", f"""<h2>電子信箱 Webmail</h2>{self.messages(*said)}<form id="mail" name="mail" method="post" action="/webmail/login.seam"><table>
<tr><td><label for="mail:user">帳號:</label></td><td><input type="text" id="mail:user" name="mail:user" /></td></tr><tr><td><label for="mail:pass">密碼:</label></td><td><input type="password" id="mail:pass" name="mail:pass" /></td></tr>
<tr><td></td><td><img src="/webmail/captcha.jpg?{secrets.randbelow(9999)}" alt="" /></td></tr><tr><td><label for="mail:code">驗證碼(小寫字母或數字):</label></td><td><input type="text" id="mail:code" name="mail:code" maxlength="5" /></td></tr>
<tr><td colspan="2"><input type="checkbox" id="mail:keep" name="mail:keep" value="true" /><label for="mail:keep">記住登入資訊 (公用電腦請勿勾選)</label></td></tr>
<tr><td colspan="2"><input type="submit" name="mail:go" value="登入" /></td></tr></table>{self.state(s, "mail")}</form><p>公佈欄：有多個院區帳號者，請用主要任職院區帳號登入。<br />※如無法登入，請先變更密碼 <a href="{self.urls['account']}/">帳號服務網</a></p>""", *cookies)

"""Spring MVC behind SiteMesh decorators on Tomcat, with Spring Web Flow for the accounts and jQuery UI on top."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable

from truth import Request, Response, Site, picture, redirect

OCCUPIED = {"taken.name", "mail", "admin", "ntuh"}
COMMAND = {"engSurname": "english_surname", "engGivenName": "english_given", "engMiddleName": "english_middle", "officeTel": "office_phone", "homeTel": "home_phone", "mobileTel": "mobile_phone"}


def esc(value: object) -> str:
    return str(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#034;").replace("'", "&#039;")


class Binding:
    """BindingResult of one command object."""

    def __init__(self, command: str) -> None:
        self.command, self.wrong = command, {}

    def reject(self, field: str, message: str) -> None:
        self.wrong.setdefault(field, message)

    def tag(self, field: str) -> str:
        return f'<span id="{self.command}.{field}.errors" class="fieldError">{esc(self.wrong[field])}</span>' if field in self.wrong else ""

    def all(self) -> str:
        return f'<div id="{self.command}.errors" class="errorBox ui-state-error">{"<br/>".join(esc(m) for m in self.wrong.values())}</div>' if self.wrong else ""


class TheSite(Site):
    title = "java_spring_sitemesh"

    def __init__(self) -> None:
        super().__init__()
        self.http: dict[str, dict] = {}

    # ------------------------------------------------------------ container
    def session(self, r: Request, context: str) -> tuple[str, dict, Callable[[str], str], list]:
        """HttpSession by cookie or by ;jsessionid= in the address; while no cookie came back addresses are encoded."""
        found = re.search(r";jsessionid=([0-9A-F]{32})", r.path)
        cookie = r.cookies.get("JSESSIONID" + context, "")
        key = cookie if cookie in self.http else found.group(1) if found and found.group(1) in self.http else ""
        headers = []
        if not key:
            key = secrets.token_hex(16).upper()
            self.http[key] = {}
            headers.append(("Set-Cookie", f"JSESSIONID{context}={key}; Path=/; HttpOnly"))
        def url(path: str) -> str:
            if cookie == key:
                return path
            head, mark, tail = path.partition("?")
            return f"{head};jsessionid={key}{mark}{tail}"
        return key, self.http[key], url, headers

    @staticmethod
    def at(r: Request) -> str:
        return r.path.partition(";")[0]

    def decorate(self, title: str, body: str, crumbs: list[str], top: str = "", theme: str = "portal") -> Response:
        trail = " &raquo; ".join(crumbs)
        return Response(f'''<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head>
<!-- decorator: /WEB-INF/decorators/{theme}.jsp -->
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
<title>{title} :: NTUH</title>
<link rel="stylesheet" type="text/css" href="/static/css/{theme}.css" />
<script type="text/javascript" src="/static/js/jquery-1.8.3.min.js"></script>
<script type="text/javascript" src="/static/js/jquery-ui-1.9.2.custom.min.js"></script>
<script type="text/javascript">
$(function(){{ $('input:submit,button').button(); $('.datagrid tr:odd').addClass('odd'); $('.flashMsg').delay(8000).fadeOut('slow'); $('.hint').tooltip(); }});
</script>
</head>
<body>
<div id="hd"><h1>臺大醫院 醫療資訊系統</h1>{top}</div>
<div id="breadcrumb">目前位置：{trail}</div>
<div id="bd">
{body}
</div>
<div id="ft">建議使用 Chrome 瀏覽器，解析度 1280x1024 以上 | build 20260914-r4412</div>
</body>
</html>''', headers=[("Cache-Control", "no-store"), ("Pragma", "no-cache")])

    @staticmethod
    def plus(answer: Response, headers: list) -> Response:
        answer.headers = [*answer.headers, *headers]
        return answer

    # ------------------------------------------------------------ portal
    def portal(self, r: Request) -> Response:
        t, at = self.truth, self.at(r)
        if r.method == "POST":
            self.takes(r, hospCode="campus", username="employee_id", passwd="portal_password", captchaAnswer="captcha", oldPassword="old_password", newPassword="new_password", newPasswordConfirm="new_password_again")
        key, s, url, cookie = self.session(r, "")
        if at == "/kaptcha.jpg":
            s["KAPTCHA_SESSION_KEY"] = t.new_captcha()
            return Response(picture(t.captcha, "JPEG", (150, 44)), kind="image/jpeg", headers=[("Cache-Control", "no-store"), *cookie])
        if at == "/":
            return redirect(url("/login.htm"), *cookie)
        if at == "/login.htm":
            return self.plus(self.login(r, key, s, url), cookie)
        ticket = s.get("ticket", "")
        if "portal:" + ticket not in t.sessions:
            return redirect(url("/login.htm?timeout=1"), *cookie)
        top = f'''<div id="userbar">{t.person.name} 您好! | <a href="{url('/logout.htm')}" onclick="return confirm('確定要登出系統?');">登出系統</a></div>
<form id="quickSearch" action="{url('/search.htm')}" method="get"><input type="text" name="keyword" value="" title="功能搜尋" class="hint" /><input type="submit" value="搜尋" /></form>'''
        home = f'<a href="{url("/index.htm")}">首頁</a>'
        if at == "/logout.htm":
            t.sessions.discard("portal:" + ticket)
            t.counts["sign_out_portal"] += 1
            del self.http[key]
            return redirect("/login.htm?logout=1", ("Set-Cookie", "JSESSIONID=; Path=/; Max-Age=0"))
        if at == "/index.htm":
            tabs = "".join(f'<li><a href="{url("/menu.htm?cat=" + c)}"><span>{n}</span></a></li>' for c, n in (("med", "醫療系統"), ("sup", "醫療支援"), ("oth", "其他資源"), ("edu", "數位學習"), ("sec", "資訊安全"), ("adm", "行政系統"), ("per", "個人管理")))
            return self.decorate("首頁", f'''<ul id="mainnav">{tabs}</ul>{self.flash(s)}<h3>全院公告 (2)</h3><table class="datagrid"><tr><th>日期</th><th>標題</th></tr><tr><td>2026/10/21</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr><tr><td>2026/12/13</td><td>系統登入首頁改版</td></tr></table>''', ["首頁"], top)
        if at == "/menu.htm":
            if r.query.get("cat") != "per":
                return self.decorate("選單", "<p>目前沒有您可以使用的功能。</p>", [home, "選單"], top)
            links = (("更改密碼", url("/personal/changePassword.htm")), ("個人簽章提醒設定", url("/menu.htm?cat=p2")), ("員工待遇福利查詢", url("/menu.htm?cat=p4")), ("查詢員工連絡資料", url("/menu.htm?cat=p5")),
                     ("維護個人連絡資料", f"{self.urls['inner']}/emp/contact.do?SESSION={ticket}"), ("個人就醫紀錄查詢", url("/menu.htm?cat=p7")), ("行動憑證申請", url("/menu.htm?cat=p9")))
            return self.decorate("個人管理", '<div class="menuBox"><h3>個人管理</h3><ol>' + "".join(f'<li><a href="{to}">{n}</a></li>' for n, to in links) + "</ol></div>", [home, "個人管理"], top)
        if at == "/personal/changePassword.htm":
            return self.change_password(r, s, url, top, home)
        return self.decorate("查無資料", "<p>查無符合的功能。</p>", [home, "搜尋"], top)

    @staticmethod
    def flash(s: dict) -> str:
        word = s.pop("flash", "")
        return f'<div class="flashMsg ui-state-highlight">{esc(word)}</div>' if word else ""

    def login(self, r: Request, key: str, s: dict, url: Callable[[str], str]) -> Response:
        t, b = self.truth, Binding("loginForm")
        if r.method == "POST":
            answer = s.pop("KAPTCHA_SESSION_KEY", "")
            live = bool(answer) and answer == t.captcha
            if live:
                t.captcha = ""
            for field, label in (("hospCode", "院區"), ("username", "帳號"), ("passwd", "密碼"), ("captchaAnswer", "驗證碼")):
                if not r.get(field).strip():
                    b.reject(field, f"{label}不得為空白")
            if not b.wrong and (not live or r.get("captchaAnswer").strip().upper() != answer):
                b.reject("captchaAnswer", "驗證碼不符，請重新輸入")
            if not b.wrong and (r.get("hospCode") != "T0" or r.get("username") != t.person.employee_id or r.get("passwd") != t.portal_password):
                b.reject("username", "登入失敗：使用者帳號或密碼錯誤 (Bad credentials)")
            if not b.wrong:
                s["ticket"] = secrets.token_hex(16).upper()
                t.sessions.add("portal:" + s["ticket"])
                t.counts["sign_in"] += 1
                return redirect(url("/index.htm"))
            t.counts["sign_in_refused"] += 1
        note = '<div class="ui-state-highlight">您已登出系統。</div>' if r.query.get("logout") else '<div class="ui-state-highlight">連線逾時，請重新登入。</div>' if r.query.get("timeout") else ""
        hosp = "".join(f'<option value="{v}"{" selected=" + chr(34) + "selected" + chr(34) if v == (r.get("hospCode") or "T0") else ""}>{n}</option>' for v, n in (("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("T4", "新竹分院"), ("T5", "竹東分院"), ("Y0", "雲林分院")))
        return self.decorate("登入", f'''{note}<form id="loginForm" action="{url('/login.htm')}" method="post">
<fieldset><legend>登入本院PORTAL系統</legend>{b.all()}
<dl><dt><label for="hospCode">院區</label></dt><dd><select id="hospCode" name="hospCode">{hosp}</select>{b.tag("hospCode")}</dd>
<dt><label for="username">帳號<em>*</em></label></dt><dd><input id="username" name="username" type="text" value="{esc(r.get('username'))}" maxlength="8"/>{b.tag("username")}</dd>
<dt><label for="passwd">密碼<em>*</em></label></dt><dd><input id="passwd" name="passwd" type="password" value=""/>{b.tag("passwd")}</dd>
<dt><label for="captchaAnswer">驗證碼<em>*</em></label></dt><dd><input id="captchaAnswer" name="captchaAnswer" type="text" value="" size="8" autocomplete="off"/> <img id="kaptchaImage" src="{url('/kaptcha.jpg?' + str(secrets.randbelow(100)))}" alt="kaptcha" title="看不清楚？點選更換" class="hint"/> (不用區分大小寫) {b.tag("captchaAnswer")}</dd>
<dt>&nbsp;</dt><dd><input id="menuType1" name="menuType" type="radio" value="H" checked="checked"/><label for="menuType1">醫療相關選單</label> <input id="menuType2" name="menuType" type="radio" value="A"/><label for="menuType2">行政系統選單</label></dd></dl>
<p class="btns"><input type="submit" name="login" value="登入系統"/> <input type="reset" value="重填"/></p></fieldset></form>
<script type="text/javascript">$('#kaptchaImage').click(function(){{ $(this).attr('src','/kaptcha.jpg?'+Math.floor(Math.random()*100)); }});</script>''', ["登入"])

    def change_password(self, r: Request, s: dict, url: Callable[[str], str], top: str, home: str) -> Response:
        t, b = self.truth, Binding("passwordCommand")
        if r.method == "POST":
            old, new, again = r.get("oldPassword"), r.get("newPassword"), r.get("newPasswordConfirm")
            if r.get("_csrf") != s.get("_csrf"):
                return Response("<html><body><h1>HTTP Status 403 - Expected CSRF token not found. 畫面逾時，請重新開啟。</h1></body></html>", 403)
            if old != t.portal_password:
                b.reject("oldPassword", "舊密碼不符")
            if len(new) < 8:
                b.reject("newPassword", "密碼長度不可少於8個字元")
            elif not re.search("[a-zA-Z]", new) or not re.search("[0-9]", new):
                b.reject("newPassword", "密碼內容需包含英文及數字")
            elif new == old:
                b.reject("newPassword", "新舊密碼不可相同")
            if new != again:
                b.reject("newPasswordConfirm", "兩次輸入之新密碼不一致")
            if not b.wrong:
                t.portal_password = new
                t.counts["password_changed"] += 1
                return self.decorate("更改密碼", f'<div class="successBox"><p>密碼異動作業已完成，請牢記您的新密碼。</p><p><a href="{url("/index.htm")}">回功能選單</a></p></div>', [home, "個人管理", "更改密碼"], top)
            t.counts["password_refused"] += 1
        s["_csrf"] = "-".join(secrets.token_hex(n) for n in (4, 2, 2, 2, 6))
        rows = "".join(f'<tr><th><label for="{n}">{lab}：</label></th><td><input id="{n}" name="{n}" type="password" value="" maxlength="20"/> {b.tag(n)}</td></tr>' for n, lab in (("oldPassword", "請輸入舊密碼"), ("newPassword", "請輸入新密碼"), ("newPasswordConfirm", "請再輸入新密碼")))
        return self.decorate("更改密碼", f'''<h3>更改密碼</h3><form id="passwordCommand" action="{url('/personal/changePassword.htm')}" method="post">{b.all()}
<table class="formTable">{rows}<tr><th>密碼強度檢核：</th><td><div id="pwdStrength"></div></td></tr></table>
<p>密碼設定條件：<br/>1.密碼長度不可少於8個字元<br/>2.密碼內容需包含英文及數字</p>
<input type="hidden" name="_csrf" value="{s['_csrf']}"/><input type="submit" value="確定送出"/> <a href="{url('/index.htm')}">回功能選單</a></form>''', [home, f'<a href="{url("/menu.htm?cat=per")}">個人管理</a>', "更改密碼"], top)

    # ------------------------------------------------------------ inner
    def inner(self, r: Request) -> Response:
        t, at, b = self.truth, self.at(r), Binding("contactForm")
        if r.method == "POST":
            self.takes(r, mobileTel="mobile_phone")
        ticket = r.query.get("SESSION", "")
        if "portal:" + ticket not in t.sessions:
            return Response(f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"/></head><body><script type="text/javascript">alert("未登入或連線逾時");top.location.href="{self.urls["portal"]}/login.htm?timeout=1";</script></body></html>')
        if at != "/emp/contact.do":
            return Response("<html><body><h1>HTTP Status 404</h1></body></html>", 404)
        s, word = self.http.setdefault("inner" + ticket, {}), ""
        if r.method == "POST":
            token = s.pop("struts.token", None)
            if not token or r.get("token") != token or r.get("empNo") != t.person.employee_id or not all(r.has(n) for n in COMMAND):
                b.reject("token", "表單已送出或逾時，請重新填寫")
            else:
                if not re.fullmatch(r"09\d{8}", r.get("mobileTel").strip()):
                    b.reject("mobileTel", "行動電話須為10碼數字")
                if not r.get("engSurname").strip():
                    b.reject("engSurname", "英文姓不可空白")
                if not r.get("engGivenName").strip():
                    b.reject("engGivenName", "英文首名不可空白")
            if not b.wrong:
                t.saved_contact = {k: r.get(n).strip() for n, k in COMMAND.items()}
                t.counts["contact_saved"] += 1
                word = '<div class="successBox">資料異動完成！以下為您最新的連絡資料。</div>'
        s["struts.token"] = secrets.token_hex(12).upper()
        def cell(name: str, label: str, hint: str, span: int = 1) -> str:
            value = r.get(name) if b.wrong else t.saved_contact.get(COMMAND[name], getattr(t.person, COMMAND[name]))
            return f'<th>{label}：</th><td colspan="{span}"><input id="{name}" name="{name}" type="text" value="{esc(value)}" maxlength="30"/> {hint} {b.tag(name)}</td>'
        return self.decorate("維護個人連絡資料", f'''{word}<h3>台大醫院---維護個人連絡資料</h3><form id="contactForm" action="/emp/contact.do?SESSION={ticket}" method="post">{b.all()}
<div class="toolbar"><button type="submit" name="method" value="save"><span class="ui-icon ui-icon-disk"></span>異動儲存</button></div>
<input type="hidden" name="token" value="{s['struts.token']}"/><input type="hidden" name="empNo" value="{t.person.employee_id}"/>
<table class="formTable"><tr><th>員工編號：</th><td>{t.person.employee_id}</td><th>姓名：</th><td>{t.person.name}</td></tr>
<tr>{cell("engSurname", "英文姓", "ex:Chen(陳)", 3)}</tr><tr>{cell("engGivenName", "英文首名", "ex: Yi-Fen(怡芬) (說明)", 3)}</tr><tr>{cell("engMiddleName", "英文中名", "ex:Mary 為英文別名，如無，可不填", 3)}</tr>
<tr>{cell("officeTel", "辦公室電話", "ex:61234或23123456")}{cell("homeTel", "住宅電話", "ex:0223123456")}</tr><tr>{cell("mobileTel", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", 3)}</tr></table></form>''',
                             [f'<a href="{self.urls["portal"]}/index.htm">首頁</a>', f'<a href="{self.urls["portal"]}/menu.htm?cat=per">個人管理</a>', "維護個人連絡資料"], "", "inner")

    # ------------------------------------------------------------ account: web flows
    def account(self, r: Request) -> Response:
        t, at = self.truth, self.at(r)
        if r.method == "POST":
            self.takes(r, accountId="employee_id", dynamicCode="code", registeredMobile="registered_phone", mailAlias="alias", cloudPwd="cloud_password", cloudPwdAgain="cloud_password_again")
        key, s, url, cookie = self.session(r, "_HELP")
        if at in ("/", "/index.do"):
            return self.plus(self.front(url), cookie)
        if at == "/exit.do":
            if "account:" + key in t.sessions:
                t.sessions.discard("account:" + key)
                t.counts["sign_out_account"] += 1
            del self.http[key]
            return redirect("/index.do", ("Set-Cookie", "JSESSIONID_HELP=; Path=/; Max-Age=0"))
        flow = {"/activate-flow.do": "activate", "/reset-flow.do": "reset"}.get(at)
        if not flow:
            return Response("<html><body><h1>HTTP Status 404</h1></body></html>", 404)
        execution = r.query.get("execution")
        if not execution:
            number = s["flows"] = s.get("flows", 0) + 1
            s["flow"] = {"name": flow, "e": number, "s": 1, "state": "identify"}
            return redirect(url(f"{at}?execution=e{number}s1"), *cookie)
        f = s.get("flow")
        if not f or f["name"] != flow or execution != f"e{f['e']}s{f['s']}":
            return self.plus(self.decorate("流程逾時", f'<div class="errorBox">流程已結束或畫面已過期，請回首頁重新操作。</div><a href="{url("/index.do")}">回首頁</a>', ["帳號服務"], "", "help"), cookie)
        b = Binding("flowModel")
        if r.method == "POST":
            event = next((n[9:] for n, _ in r.form if n.startswith("_eventId_")), r.get("_eventId"))
            to = self.event(r, key, f, event, b)
            if to:
                f["state"] = to
                f["s"] += 1
                if to == "end":
                    s.pop("flow")
                    return redirect(url("/index.do"))
                return redirect(url(f"{at}?execution=e{f['e']}s{f['s']}"))
        return self.plus(self.view(r, f, b, url(f"{at}?execution=e{f['e']}s{f['s']}"), url), cookie)

    def front(self, url: Callable[[str], str]) -> Response:
        return self.decorate("帳號服務", f'''<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><h3>《規範》</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p>
<ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同，以確保個人資料安全。</li></ul>
<div id="faq"><h3><a href="#">《常見問題與服務》密碼修改後多久可以生效</a></h3><div>即時生效。</div><h3><a href="#">忘記密碼</a></h3><div>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</div></div>
<script type="text/javascript">$(function(){{ $('#faq').accordion({{collapsible:true,active:false}}); }});</script>
<table class="datagrid"><tr><td><form action="{url('/activate-flow.do')}" method="get"><input type="submit" value="啟用網路帳號及首次雲端帳號密碼設定"/></form></td><td>啟用本院微軟相關服務，如：Office365, Outlook...</td></tr>
<tr><td><form action="{url('/reset-flow.do')}" method="get"><input type="submit" value="重置雲端服務密碼"/></form></td><td>重設非Portal帳號的密碼：Email, 無線網路, KM, TMS, VPN密碼</td></tr>
<tr><td><input type="button" value="總院廠商VPN展延申請" disabled="disabled"/></td><td>總院廠商VPN到期，重新啟用申請。</td></tr></table>''', ["帳號服務"], "", "help")

    def event(self, r: Request, key: str, f: dict, event: str, b: Binding) -> str:
        """One transition: the next state, or "" to stay with errors."""
        t, p, state = self.truth, self.truth.person, f["state"]
        if state == "identify":
            f["id"] = r.get("accountId").strip()
            if f["id"] != p.employee_id:
                b.reject("accountId", "網路帳號 / 主職員工編號不存在")
            elif event == "send":
                return "phone"
            elif event == "next":
                if not f.get("code"):
                    b.reject("dynamicCode", "請先按「發送簡訊動態碼」")
                elif r.get("dynamicCode").strip() != f["code"]:
                    b.reject("dynamicCode", "動態碼輸入錯誤")
                elif time.time() > f["till"]:
                    b.reject("dynamicCode", "動態碼已逾2分鐘有效時間")
                else:
                    f["code"], f["sent"] = "", False
                    t.sessions.add("account:" + key)
                    t.counts["code_accepted"] += 1
                    return "newpwd" if f["name"] == "reset" else "already" if t.alias else "setup"
            if event == "next":
                t.counts["code_refused"] += 1
            return ""
        if state == "phone":
            if event == "cancel":
                return "identify"
            if event != "confirm":
                return ""
            if r.get("registeredMobile").strip() != t.saved_contact.get("mobile_phone", p.mobile_phone):
                b.reject("registeredMobile", "手機門號與系統登記資料不同，無法發送")
                return ""
            f["code"], f["till"] = t.new_message(), time.time() + 120
            return "sent"
        if state == "sent":
            return "identify" if event == "ok" else ""
        if "account:" + key not in t.sessions:
            return "end"
        if event == "cancel":
            return "end"
        if state not in ("setup", "newpwd") or event != "save":
            return ""
        name, word = r.get("mailAlias").strip(), r.get("cloudPwd")
        if state == "setup":
            if t.alias:
                return "already"
            if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.\-_]{0,63}", name):
                b.reject("mailAlias", "電子郵件名稱格式錯誤(限英文、數字、. - _)")
            elif name.lower() in OCCUPIED:
                b.reject("mailAlias", "電子郵件名稱重複，已被他人註冊")
        elif not t.alias:
            b.reject("cloudPwd", "尚未啟用雲端服務帳號")
        if len(word) < 8 or not re.search("[a-zA-Z]", word) or not re.search("[0-9]", word):
            b.reject("cloudPwd", "密碼須8碼以上，英文數字混合")
        elif word == t.portal_password:
            b.reject("cloudPwd", "不得與Portal密碼相同")
        if word != r.get("cloudPwdAgain"):
            b.reject("cloudPwdAgain", "確認密碼不一致")
        if b.wrong:
            return ""
        t.cloud_password = word
        if state == "newpwd":
            return "resetDone"
        t.alias = name
        t.counts["activated"] += 1
        return "done"

    def view(self, r: Request, f: dict, b: Binding, action: str, url: Callable[[str], str]) -> Response:
        t, p, state = self.truth, self.truth.person, f["state"]
        name = "重置雲端服務密碼" if f["name"] == "reset" else "啟用網路帳號及首次雲端帳號密碼設定"
        crumbs = [f'<a href="{url("/index.do")}">帳號服務</a>', name]
        form = f'<form id="flowModel" action="{action}" method="post">{b.all()}'
        bye = f'<p class="right"><a href="{url("/exit.do")}">離開本系統</a></p>'
        facts = "".join(f"<tr><th>{a}</th><td>{esc(c)}</td></tr>" for a, c in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        pair = f'''<tr><th><label for="cloudPwd">雲端服務密碼<em>*</em></label></th><td><input id="cloudPwd" name="cloudPwd" type="password" value=""/> 8碼以上，英文數字混合，勿與Portal密碼相同 {b.tag("cloudPwd")}</td></tr>
<tr><th><label for="cloudPwdAgain">雲端服務密碼(再次確認)<em>*</em></label></th><td><input id="cloudPwdAgain" name="cloudPwdAgain" type="password" value=""/> {b.tag("cloudPwdAgain")}</td></tr>'''
        if state == "identify":
            body = f'''<h3>{name}</h3><div class="notes"><b>注意事項</b><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div>{form}
<table class="formTable"><tr><th>網路帳號 / 主職員工編號</th><td><input id="accountId" name="accountId" type="text" value="{esc(f.get('id', ''))}" maxlength="6"/> <input type="submit" name="_eventId_send" value="發送簡訊動態碼"/> {b.tag("accountId")}</td></tr>
<tr><th>簡訊(或MOTP)動態碼</th><td><input id="dynamicCode" name="dynamicCode" type="text" value="" autocomplete="off"/> {b.tag("dynamicCode")}</td></tr><tr><td colspan="2" align="center"><input type="submit" name="_eventId_next" value="下一步"/></td></tr></table></form>'''
        elif state == "phone":
            body = f'''{form}<div id="phoneDlg" class="ui-dialog" title="發送簡訊動態碼"><p><label for="registeredMobile">請輸入帳號登記的手機門號(10碼)</label></p><p><input id="registeredMobile" name="registeredMobile" type="text" maxlength="10" value=""/> {b.tag("registeredMobile")}</p>
<p><input type="submit" name="_eventId_confirm" value="確定發送"/> <input type="submit" name="_eventId_cancel" value="取消"/></p></div></form>'''
        elif state == "sent":
            body = f'{form}<div class="ui-dialog"><h4>動態碼簡訊發送成功</h4><p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p><input type="submit" name="_eventId_ok" value="確定"/></div></form>'
        elif state == "setup":
            body = f'''<h3>設定密碼與郵件別名</h3><p>雲端服務帳號說明：<br/>1. 雲端服務帳號為跨體系使用。<br/>2. 服務於設定完成隔日生效。</p>{form}<table class="formTable">{facts}
<tr><th><label for="mailAlias">雲端服務帳號 (電子郵件名稱)<em>*</em></label></th><td><input id="mailAlias" name="mailAlias" type="text" maxlength="64" value="{esc(r.get('mailAlias'))}"/>@ntuh.gov.tw 名稱長度限64字元內 {b.tag("mailAlias")}</td></tr>{pair}
<tr><td colspan="2" align="center"><input type="submit" name="_eventId_cancel" value="取消啟用"/> <input type="submit" name="_eventId_save" value="啟用雲端服務"/> <small>服務於設定完成隔日生效</small></td></tr></table></form>{bye}'''
        elif state == "newpwd":
            body = f'<h3>重置雲端服務密碼</h3>{form}<table class="formTable">{pair}</table><input type="submit" name="_eventId_save" value="確定重置"/> <input type="submit" name="_eventId_cancel" value="取消"/></form>{bye}'
        elif state == "already":
            body = f'<h3>設定密碼與郵件別名</h3><div class="ui-state-highlight">此帳號已於先前完成雲端服務啟用，不可重複啟用。</div><table class="formTable">{facts}<tr><th>電子郵件</th><td>{esc(t.alias)}@ntuh.gov.tw</td></tr></table>{bye}'
        elif state == "done":
            body = f'<div class="successBox"><h3>雲端服務帳號建立完成</h3><p>您的信箱：{esc(t.alias)}@ntuh.gov.tw，請於隔日開始使用。</p></div>{bye}'
        else:
            body = f'<div class="successBox"><p>新密碼設定完成，即時生效。</p></div>{bye}'
        return self.decorate(name, body, crumbs, "", "help")

    # ------------------------------------------------------------ mail
    def mail(self, r: Request) -> Response:
        t, at, b = self.truth, self.at(r), Binding("mailLogin")
        if r.method == "POST":
            self.takes(r, j_username="mail_account", j_password="mail_password", j_captcha="captcha")
        key, s, url, cookie = self.session(r, "_MAIL")
        if at == "/captcha.png":
            s["j"] = t.new_captcha("abcdefghjkmnpqrstuvwxyz123456789", 6)
            return Response(picture(t.captcha, "PNG"), kind="image/png", headers=[("Cache-Control", "no-store"), *cookie])
        if "mail:" + key in t.sessions:
            if at == "/signout.do":
                t.sessions.discard("mail:" + key)
                t.counts["sign_out_mail"] += 1
                return redirect(url("/signin.do"))
            return self.decorate("收件匣", f'<div class="tools">{esc(t.alias)} <a href="{url("/signout.do")}">登出</a></div><h3>收件匣</h3><table class="datagrid"><tr><th>寄件人</th><th>主旨</th></tr><tr><td>service@ntuh.gov.tw</td><td>歡迎使用</td></tr></table>', ["信箱", "收件匣"], "", "mail")
        if at == "/j_security_check" and r.method == "POST":
            answer = s.pop("j", "")
            live = bool(answer) and answer == t.captcha
            if live:
                t.captcha = ""
            if not live or r.get("j_captcha").strip() != answer:
                b.reject("j_captcha", "驗證碼輸入不正確")
            elif not t.alias or r.get("j_username").strip().split("@")[0] != t.alias or r.get("j_password") != t.cloud_password:
                b.reject("j_username", "帳號或密碼錯誤，請再試一次")
            else:
                t.sessions.add("mail:" + key)
                t.counts["mail_sign_in"] += 1
                return redirect(url("/inbox.do"))
        elif at != "/signin.do":
            return redirect(url("/signin.do"), *cookie)
        return self.plus(self.decorate("電子郵件", f'''<form id="mailLogin" action="{url('/j_security_check')}" method="post">{b.all()}<p><label for="j_username">帳號:</label><input id="j_username" name="j_username" type="text" value=""/></p><p><label for="j_password">密碼:</label><input id="j_password" name="j_password" type="password"/></p>
<p><label for="j_captcha">驗證碼(小寫字母或數字):</label><input id="j_captcha" name="j_captcha" type="text" value="" autocomplete="off"/> <img src="{url('/captcha.png?' + secrets.token_hex(2))}" alt=""/></p>
<p><input id="rememberMe1" name="rememberMe" type="checkbox" value="true"/><input type="hidden" name="_rememberMe" value="on"/><label for="rememberMe1">記住登入資訊 (公用電腦請勿勾選)</label></p><input type="submit" value="登入"/></form>
<h4>公佈欄</h4><p>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}/">https://help.ntuh.gov.tw/</a></p>''', ["信箱", "登入"], "", "mail"), cookie)

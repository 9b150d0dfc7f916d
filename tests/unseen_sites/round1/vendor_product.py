"""A hospital that bought a vendor's Java portal: JSP and Struts, .do addresses, jsessionid, bilingual two-column forms."""

from __future__ import annotations

import re
import secrets
import time
from html import escape as h

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

CONTEXT = {"portal": "/eip", "inner": "/ehr", "account": "/iam", "mail": "/webmail"}
TOKEN = "org.apache.struts.taglib.html.TOKEN"
FUNCTIONS = [("HRP0101", "更改密碼", "Change Password"), ("HRP0102", "個人簽章提醒設定", "Signature Reminder"), ("HRP0105", "薪資所得免稅額申報表", "Tax Exemption"), ("HRP0110", "員工待遇福利查詢", "Benefit"),
             ("HRP0201", "查詢員工連絡資料", "Contact Query"), ("HRP0202", "維護個人連絡資料", "Contact Maintenance"), ("HRP0301", "個人就醫紀錄查詢", "Medical Record"),
             ("HRP0401", "權限更改申請(總院)", "Authority"), ("HRP0501", "使用網路之設備登錄系統", "Device"), ("HRP0601", "行動憑證申請", "Mobile Certificate")]
CONTACT = {"empContact.engSurname": "english_surname", "empContact.engGivenName": "english_given", "empContact.engMiddleName": "english_middle",
           "empContact.officePhone": "office_phone", "empContact.homePhone": "home_phone", "empContact.cellPhone": "mobile_phone"}


class TheSite(Site):
    title = "a Java vendor's portal"

    def __init__(self) -> None:
        super().__init__()
        self.sessions: dict[str, dict] = {}
        self.tickets: dict[str, tuple[dict, str]] = {}
        self.version = 3

    # ------------------------------------------------------------------------ the container
    def enter(self, request: Request) -> tuple[dict, str]:
        """The HttpSession and the address without its jsessionid."""
        path, _, given = request.path.partition(";jsessionid=")
        for key in (given, request.cookies.get("JSESSIONID", "")):
            found = self.sessions.get(key)
            if found and found["host"] == request.host:
                return found, path
        key = secrets.token_hex(16).upper()
        self.sessions[key] = session = {"id": key, "host": request.host, "new": True, "user": "", TOKEN: ""}
        return session, path

    def url(self, session: dict, to: str) -> str:
        """<html:rewrite/>: the address with its jsessionid."""
        path, mark, query = to.partition("?")
        return f"{CONTEXT[session['host']]}/{path};jsessionid={session['id']}{mark}{query}"

    def send(self, session: dict, to: str) -> Response:
        return redirect(self.url(session, to), ("Set-Cookie", f"JSESSIONID={session['id']}; Path={CONTEXT[session['host']]}; HttpOnly"))

    def form(self, session: dict, name: str, to: str, inside: str) -> str:
        session[TOKEN] = secrets.token_hex(16)
        return f"""<form name="{name}" method="post" action="{self.url(session, to)}"><div><input type="hidden" name="{TOKEN}" value="{session[TOKEN]}"></div>
{inside}
</form>"""

    @staticmethod
    def token_ok(request: Request, session: dict) -> bool:
        wanted, session[TOKEN] = session[TOKEN], ""
        return bool(wanted) and request.get(TOKEN) == wanted

    def jsp(self, session: dict, title: str, body: str, errors: list[str] | None = None, messages: list[str] | None = None, bar: str = "") -> Response:
        wrong = f'<div id="errors" class="errorBox"><ul>{"".join(f"<li>{h(e)}</li>" for e in errors)}</ul></div>' if errors else ""
        fine = f'<div class="messageBox"><ul>{"".join(f"<li>{h(m)}</li>" for m in messages)}</ul></div>' if messages else ""
        cookie = [("Set-Cookie", f"JSESSIONID={session['id']}; Path={CONTEXT[session['host']]}; HttpOnly")] if session.pop("new", False) else []
        return Response(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">



<html xmlns="http://www.w3.org/1999/xhtml" lang="zh">
<head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8" /><title>{title} | e-Portal Suite 6.2</title>
<link rel="stylesheet" type="text/css" href="{CONTEXT[session['host']]}/css/suite.css" /></head>
<body>
<div id="header">{bar or '<span class="product">e-Portal Suite</span> 臺大醫院 National Taiwan University Hospital'}</div>
<div id="content">
{wrong}{fine}
{body}
</div>
<div id="footer">Copyright &copy; 2009-2018 Formosa InfoTech Co., Ltd. Best viewed with IE 8.0 / 1024x768</div>
</body></html>""", kind="text/html;charset=UTF-8", headers=cookie)

    @staticmethod
    def twice() -> Response:
        return Response("<html><body><h3>系統訊息 System Message</h3><p>表單已失效或重複送出 (Invalid transaction token)</p></body></html>", 400)

    @staticmethod
    def row(text: str, english: str, value: str, needed: bool = False) -> str:
        star = '<span class="required">*</span>' if needed else ""
        return f'<tr><td class="tdLabel" width="25%">{star}{text}<br /><span class="eng">{english}</span></td><td class="tdValue">{value}</td></tr>\n'

    # ------------------------------------------------------------------------ PORTAL
    def portal(self, request: Request) -> Response:
        session, path = self.enter(request)
        truth = self.truth
        if path != "/" and not path.startswith("/eip"):
            return Response("", 404)
        if path in ("/", "/eip", "/eip/"):
            return self.send(session, "index.do" if session["user"] else "logonInit.do")
        if path == "/eip/kaptcha.jpg":
            session["kaptcha"] = truth.new_captcha()
            return Response(picture(session["kaptcha"], "JPEG", (150, 50)), kind="image/jpeg", headers=[("Cache-Control", "no-store, no-cache")])
        if path.startswith("/eip/css/"):
            return Response(".required{color:red}.eng{font-size:80%;color:#888}.errorBox{color:red}.messageBox{color:green}", kind="text/css")
        if path == "/eip/logonInit.do":
            return self.logon(session)
        if path == "/eip/logon.do" and request.method == "POST":
            self.takes(request, **{"logonBean.orgCode": "campus", "logonBean.userId": "employee_id", "logonBean.userPwd": "portal_password", "logonBean.validateCode": "captcha"})
            if not self.token_ok(request, session):
                return self.twice()
            shown, latest, truth.captcha = session.pop("kaptcha", ""), truth.captcha, ""
            user, errors = request.get("logonBean.userId").strip(), []
            if not user or not request.get("logonBean.userPwd"):
                errors.append("請輸入帳號與密碼 (User ID and password are required)")
            elif not shown or shown != latest or request.get("logonBean.validateCode").strip().upper() != shown:
                errors.append("[E-0007] 驗證碼檢核不符 (Validation code mismatch)")
            elif user != truth.person.employee_id or request.get("logonBean.userPwd") != truth.portal_password or request.get("logonBean.orgCode") != "01":
                errors.append("[E-0003] 使用者代號或密碼錯誤 (Invalid user ID or password)")
            if errors:
                truth.counts["sign_in_refused"] += 1
                return self.logon(session, errors, user)
            session["user"] = secrets.token_hex(4)
            truth.sessions.add(f"portal:{session['user']}")
            truth.counts["sign_in"] += 1
            return self.send(session, "index.do")
        if not session["user"]:
            return self.logon(session, ["連線逾時，請重新登入 (Session timeout)"])
        if path == "/eip/logoff.do":
            self.sessions.pop(session["id"])
            truth.sessions.discard(f"portal:{session['user']}")
            session["user"] = ""
            truth.counts["sign_out_portal"] += 1
            return redirect("/eip/")
        if path == "/eip/forward.do":
            function = request.query.get("funcId", "")
            if function not in ("HRP0101", "HRP0202"):
                return self.index(session, ["您的角色無此作業權限 (Access denied)"])
            ticket = secrets.token_hex(20)
            self.tickets[ticket] = (session, function)
            return self.jsp(session, "單一簽入", f"""<p>單一簽入處理中，請稍候… Please wait</p><form name="ssoForm" method="post" action="{self.urls['inner']}/ehr/sso.do"><input type="hidden" name="ticket" value="{ticket}" /><input type="hidden" name="funcId" value="{function}" />
<noscript><input type="submit" value="繼續 Continue" /></noscript></form><script type="text/javascript">document.ssoForm.submit();</script>""")
        if path == "/eip/search.do":
            return self.index(session, ["查無資料 (No data found)"])
        if path in ("/eip/index.do", "/eip/switchRole.do"):
            return self.index(session, role=request.query.get("role", "EMP"))
        return Response("<html><head><title>Apache Tomcat/6.0.37 - Error report</title></head><body><h1>HTTP Status 404</h1></body></html>", 404)

    def logon(self, session: dict, errors: list[str] | None = None, user: str = "") -> Response:
        rows = (self.row("院區", "Hospital", '<select name="logonBean.orgCode"><option value="01" selected="selected">總院區</option><option value="02">北護分院</option><option value="04">新竹分院</option><option value="06">雲林分院</option></select>', True)
                + self.row("帳號", "User ID", f'<input type="text" name="logonBean.userId" size="15" maxlength="20" value="{h(user)}" />', True)
                + self.row("密碼", "Password", '<input type="password" name="logonBean.userPwd" size="15" value="" autocomplete="off" />', True)
                + self.row("驗證碼", "Validation Code", f'<input type="text" name="logonBean.validateCode" size="8" value="" /> <img src="{self.url(session, "kaptcha.jpg")}?{secrets.randbelow(10**5)}" align="middle" alt="" /> (不用區分大小寫) <a href="{self.url(session, "logonInit.do")}">換一組 Refresh</a>', True))
        return self.jsp(session, "登入 Logon", f"""<div class="lang"><a href="{self.url(session, 'logonInit.do?locale=zh_TW')}">繁體中文</a> | <a href="{self.url(session, 'logonInit.do?locale=en')}">English</a></div>
<h2>登入本院PORTAL系統</h2>
{self.form(session, "logonForm", "logon.do", f'<input type="hidden" name="logonBean.clientType" value="WEB" /><table class="formTable" border="0" cellspacing="1" cellpadding="3" width="600">{rows}<tr><td colspan="2" align="center"><input type="submit" name="dispatch" value="登入 Logon" class="btn" /> <input type="reset" value="清除 Clear" class="btn" /></td></tr></table>')}
<p>院外網 | 院內網 | 數位學習 | KM系統 | 差勤系統 | 表單下載 | 網路掛號</p>""", errors)

    def index(self, session: dict, errors: list[str] | None = None, role: str = "EMP") -> Response:
        roles = "".join(f'<li{" class=current" if r == role else ""}><a href="{self.url(session, "switchRole.do?role=" + r)}">{t}</a></li>' for r, t in [("EMP", "一般員工 Employee"), ("MGR", "主管 Manager"), ("ADM", "管理者 Administrator")])
        bar = f"""<span class="product">e-Portal Suite</span><ul id="roleMenu">{roles}</ul><form name="searchForm" method="get" action="{self.url(session, 'search.do')}"><input type="text" name="keyword" size="10" /><input type="submit" value="Search" /></form>
<span id="userInfo">{self.truth.person.name} 您好! (Employee)</span> <a href="{self.url(session, 'logoff.do')}">登出 Logoff</a>"""
        if role != "EMP":
            return self.jsp(session, "首頁", "<p>您未被授予此角色 (Role not granted)</p>", errors, bar=bar)
        items = "".join(f'<li><a href="{self.url(session, "forward.do?funcId=" + f)}" title="{e}">{f} {t}</a></li>\n' for f, t, e in FUNCTIONS)
        groups = "".join(f'<li><span class="folder">{t}</span></li>' for t in ("醫療系統", "醫療支援", "其他資源", "數位學習", "資訊安全", "行政系統"))
        return self.jsp(session, "首頁", f"""<table width="100%"><tr><td valign="top" width="260"><ul id="funcTree">{groups}<li><span class="folder open">個人管理 Personal</span><ul>{items}</ul></li></ul></td>
<td valign="top"><table class="listTable" width="100%"><caption>全院公告 Bulletin (2)</caption><tr><th>日期 Date</th><th>標題 Subject</th></tr><tr><td>2019/10/21</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr><tr><td>2018/12/13</td><td>總院Portal資訊系統登入首頁改版</td></tr></table></td></tr></table>""", errors, bar=bar)

    # ------------------------------------------------------------------------ the inner host
    def inner(self, request: Request) -> Response:
        session, path = self.enter(request)
        if path == "/ehr/sso.do" and request.method == "POST":
            self.takes(request)
            owner, function = self.tickets.pop(request.get("ticket"), ({}, ""))
            if not owner.get("user") or function != request.get("funcId"):
                return Response("<html><body>SSO authentication failed (票證失效)</body></html>", 403)
            session["owner"] = owner
            return self.send(session, "personal/pwdInit.do" if function == "HRP0101" else "personal/contactInit.do")
        if path.startswith("/ehr/css/"):
            return Response("", kind="text/css")
        owner = session.get("owner", {})
        if not owner.get("user"):
            return redirect(self.urls["portal"] + "/eip/")
        home = self.urls["portal"]
        foot = f'<p class="navi"><a href="{home}{self.url(owner, "index.do")}">回功能選單</a> | <a href="{home}{self.url(owner, "logoff.do")}">登出系統</a></p>'
        if path == "/ehr/personal/pwdInit.do":
            return self.password(session, foot)
        if path == "/ehr/personal/pwdUpdate.do" and request.method == "POST":
            self.takes(request, oldPwd="old_password", newPwd="new_password", newPwdConfirm="new_password_again")
            if not self.token_ok(request, session):
                return self.twice()
            old, new, errors = request.get("oldPwd"), request.get("newPwd"), []
            if old != self.truth.portal_password:
                errors.append("[HR-1101] 原密碼不符 (Old password incorrect)")
            if len(new) < 8:
                errors.append("[HR-1102] 密碼長度不足8碼 (Too short)")
            if not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                errors.append("[HR-1103] 密碼須包含英文及數字 (Must contain letters and digits)")
            if new != request.get("newPwdConfirm"):
                errors.append("[HR-1104] 新密碼與確認密碼不一致 (Confirmation mismatch)")
            if errors:
                self.truth.counts["password_refused"] += 1
                return self.password(session, foot, errors)
            self.truth.portal_password = new
            self.truth.counts["password_changed"] += 1
            return self.jsp(session, "作業結果", f"<h3>個人管理 &gt; 更改密碼</h3><p>HRP0101</p>{foot}", messages=["[HR-0000] 密碼異動作業完成 (Password updated)"])
        if path == "/ehr/personal/contactInit.do":
            return self.contact(session, foot)
        if path == "/ehr/personal/contactSave.do" and request.method == "POST":
            self.takes(request, **{"empContact.cellPhone": "mobile_phone"})
            if not self.token_ok(request, session):
                return self.twice()
            if request.get("empContact.version") != str(self.version) or request.get("empContact.empNo") != self.truth.person.employee_id:
                return self.contact(session, foot, ["[HR-2009] 資料已被異動，請重新查詢 (Stale data)"])
            if not re.fullmatch("09[0-9]{8}", request.get("empContact.cellPhone").strip()):
                return self.contact(session, foot, ["[HR-2001] 行動電話格式錯誤 (Invalid mobile phone)"])
            self.truth.saved_contact.update({k: request.get(n).strip() for n, k in CONTACT.items() if request.has(n)})
            self.truth.counts["contact_saved"] += 1
            self.version += 1
            return self.contact(session, foot, None, ["[HR-0001] 資料存檔完成 (Data saved)"])
        return Response("<h1>HTTP Status 404</h1>", 404)

    def password(self, session: dict, foot: str, errors: list[str] | None = None) -> Response:
        rows = "".join(self.row(t + "：", e, f'<input type="password" name="{n}" size="20" maxlength="30" value="" />', True) for n, t, e in
                       [("oldPwd", "請輸入舊密碼", "Old Password"), ("newPwd", "請輸入新密碼", "New Password"), ("newPwdConfirm", "請再輸入新密碼", "Confirm New Password")])
        rows += self.row("密碼強度檢核：", "Strength", '<span id="pwdStrength">-</span>') + self.row("密碼設定條件：", "Policy", "1.密碼長度不可少於8個字元<br />2.密碼內容需包含英文及數字")
        return self.jsp(session, "更改密碼", "<h3>個人管理 &gt; 更改密碼 <small>HRP0101</small></h3>" + self.form(session, "pwdForm", "personal/pwdUpdate.do", f'<table class="formTable" width="640">{rows}</table><div class="btnBar"><input type="submit" name="dispatch" value="確認送出 Submit" class="btn" /></div>') + foot, errors)

    def contact(self, session: dict, foot: str, errors: list[str] | None = None, messages: list[str] | None = None) -> Response:
        person = self.truth.person

        def cell(name: str, text: str, english: str, hint: str) -> str:
            value = h(self.truth.saved_contact.get(CONTACT[name], getattr(person, CONTACT[name])))
            return f'<td class="tdLabel">{text}：<br /><span class="eng">{english}</span></td><td class="tdValue"><input type="text" name="{name}" size="16" value="{value}" /><br /><span class="hint">{hint}</span></td>'
        return self.jsp(session, "維護個人連絡資料", "<h3>個人管理 &gt; 台大醫院---維護個人連絡資料 <small>HRP0202</small></h3>" + self.form(session, "contactForm", "personal/contactSave.do", f"""<input type="hidden" name="empContact.empNo" value="{person.employee_id}" /><input type="hidden" name="empContact.version" value="{self.version}" />
<div class="btnBar"><input type="submit" name="dispatch" value="異動儲存" class="btn" onclick="return confirm('確定儲存資料? Save?');" /></div>
<table class="formTable" width="820" border="1"><tr><td class="tdLabel">員工編號：<br /><span class="eng">Employee No.</span></td><td class="tdValue">{person.employee_id}</td><td class="tdLabel">姓名：<br /><span class="eng">Name</span></td><td class="tdValue">{person.name}</td></tr>
<tr>{cell("empContact.engSurname", "英文姓", "Surname", "ex:Chen(陳)")}{cell("empContact.engGivenName", "英文首名", "Given Name", "ex: Yi-Fen(怡芬) (說明)")}</tr>
<tr>{cell("empContact.engMiddleName", "英文中名", "Middle Name", "ex:Mary 為英文別名，如無，可不填")}{cell("empContact.officePhone", "辦公室電話", "Office Phone", "ex:61234或23123456")}</tr>
<tr>{cell("empContact.homePhone", "住宅電話", "Home Phone", "ex:0223123456")}{cell("empContact.cellPhone", "行動電話", "Mobile Phone", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")}</tr></table>""") + foot, errors, messages)

    # ------------------------------------------------------------------------ the account site
    def account(self, request: Request) -> Response:
        session, path = self.enter(request)
        if path in ("/", "/iam", "/iam/"):
            return self.send(session, "index.do")
        if path.startswith("/iam/css/"):
            return Response("", kind="text/css")
        if path == "/iam/index.do":
            return self.rules(session)
        if path == "/iam/applyInit.do":
            kind = request.query.get("applyType", "NEW")
            session["kind"] = "RESET" if kind == "RESET" else "NEW"
            return self.apply(session)
        if path in ("/iam/otpPhone.do", "/iam/otpSend.do", "/iam/otpCheck.do") and request.method == "POST":
            self.takes(request, **{"otpBean.accountNo": "employee_id", "otpBean.phoneNo": "registered_phone", "otpBean.otpCode": "code"})
            if not self.token_ok(request, session) or "kind" not in session:
                return self.twice()
            return {"/iam/otpPhone.do": self.ask_phone, "/iam/otpSend.do": self.send_code, "/iam/otpCheck.do": self.check_code}[path](session, request)
        if not session["user"]:
            return self.send(session, "index.do")
        if path == "/iam/exit.do":
            self.sessions.pop(session["id"])
            self.truth.sessions.discard(f"account:{session['user']}")
            self.truth.counts["sign_out_account"] += 1
            return redirect("/iam/index.do", ("Set-Cookie", "JSESSIONID=; Path=/iam; Max-Age=0"))
        if path == "/iam/cloudInit.do" and session["kind"] == "NEW":
            return self.cloud(session)
        if path == "/iam/cloudSave.do" and request.method == "POST" and session["kind"] == "NEW":
            self.takes(request, **{"cloudBean.mailName": "alias"})
            if not self.token_ok(request, session) or request.get("cloudBean.accountNo") != self.truth.person.employee_id:
                return self.twice()
            name, truth = request.get("cloudBean.mailName").strip(), self.truth
            if truth.alias:
                return self.cloud(session, ["[IAM-309] 雲端服務已啟用，不得重複申請 (Already activated)"])
            if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", name):
                return self.cloud(session, ["[IAM-301] 電子郵件名稱不合規則 (Invalid mail name)"], name)
            if name.lower() == "taken.name":
                return self.cloud(session, ["[IAM-302] 電子郵件名稱已存在 (Mail name exists)"], name)
            truth.alias, truth.cloud_password = name, truth.portal_password
            truth.counts["activated"] += 1
            return self.jsp(session, "作業結果", f'<table class="formTable" width="600">{self.row("電子郵件", "E-mail", h(name) + "@ntuh.gov.tw")}{self.row("生效日期", "Effective", "次一工作日")}{self.row("密碼", "Password", "同目前Portal密碼，可再以「重置雲端服務密碼」修改")}</table><a href="{self.url(session, "exit.do")}">離開 Exit</a>', messages=["[IAM-000] 交易完成，雲端帳號已建立 (Transaction completed)"])
        if path == "/iam/resetInit.do" and session["kind"] == "RESET":
            return self.reset(session)
        if path == "/iam/resetSave.do" and request.method == "POST" and session["kind"] == "RESET":
            self.takes(request, **{"cloudBean.newPwd": "cloud_password", "cloudBean.newPwdConfirm": "cloud_password_again"})
            if not self.token_ok(request, session):
                return self.twice()
            new = request.get("cloudBean.newPwd")
            if not self.truth.alias:
                return self.reset(session, ["[IAM-401] 尚未啟用雲端服務 (Not activated)"])
            if len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new) or new != request.get("cloudBean.newPwdConfirm"):
                return self.reset(session, ["[IAM-402] 密碼須8碼以上含英數字且兩次輸入相同 (Invalid password)"])
            self.truth.cloud_password = new
            return self.jsp(session, "作業結果", f'<a href="{self.url(session, "exit.do")}">離開 Exit</a>', messages=["[IAM-000] 交易完成，密碼已重置 (Password reset)"])
        return self.send(session, "index.do")

    def rules(self, session: dict) -> Response:
        def entry(to: str, text: str, note: str) -> str:
            return f"""<tr><td class="tdLabel"><input type="button" class="btn" value="{text}" onclick="location.href='{to}'" /></td><td class="tdValue">{note}</td></tr>"""
        return self.jsp(session, "網路帳號服務", f"""<h2>網路帳號服務 Identity &amp; Access Management</h2><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><p>適用功能：本院雲端服務、電子郵件信箱、VPN、數位學習及院內非Portal之業務</p>
<h3>《規範》 Regulations</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置</li></ul>
<h3>《常見問題與服務》 FAQ</h3><p>密碼修改後多久可以生效</p><ul><li>即時生效。</li></ul><p>忘記密碼</p><ul><li>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</li></ul>
<table class="formTable" width="800">{entry(self.url(session, "applyInit.do?applyType=NEW"), "啟用網路帳號及首次雲端帳號密碼設定", "啟用本院微軟相關服務，如：Office365, Outlook...")}{entry(self.url(session, "applyInit.do?applyType=RESET"), "重置雲端服務密碼", "重設非Portal帳號的密碼：Email, 無線網路, KM, TMS...註：從未使用請先【啟用網路帳號】")}{entry(self.url(session, "index.do"), "總院廠商VPN展延申請", "總院廠商VPN到期，重新啟用申請。")}</table>""")

    def apply(self, session: dict, errors: list[str] | None = None, messages: list[str] | None = None, account: str = "") -> Response:
        title = "啟用網路帳號及首次雲端帳號密碼設定" if session["kind"] == "NEW" else "重置雲端服務密碼"
        button = f"""<input type="button" class="btn" value="發送簡訊動態碼" onclick="this.form.action='{self.url(session, 'otpPhone.do')}';this.form.submit();" />"""
        rows = self.row("網路帳號 / 主職員工編號", "Account / Employee No.", f'<input type="text" name="otpBean.accountNo" size="10" maxlength="6" value="{h(account)}" /> {button}', True) + self.row("簡訊(或MOTP)動態碼", "One-Time Password", '<input type="text" name="otpBean.otpCode" size="10" maxlength="8" autocomplete="off" value="" />')
        return self.jsp(session, title, f"""<h3>{title}</h3><fieldset><legend>注意事項 Notice</legend><ol><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ol></fieldset>"""
                        + self.form(session, "otpForm", "otpCheck.do", f'<table class="formTable" width="700">{rows}</table><div class="btnBar"><input type="submit" name="dispatch" value="下一步" class="btn" /></div>') + f'<a href="{self.url(session, "index.do")}">首頁 Home</a>', errors, messages)

    def ask_phone(self, session: dict, request: Request, errors: list[str] | None = None) -> Response:
        account = request.get("otpBean.accountNo").strip()
        if account != self.truth.person.employee_id:
            return self.apply(session, ["[IAM-101] 帳號不存在 (Account not found)"], None, account)
        session["account"] = account
        rows = self.row("請輸入帳號登記的手機門號(10碼)", "Registered Mobile Phone", '<input type="text" name="otpBean.phoneNo" size="12" maxlength="10" value="" />', True)
        return self.jsp(session, "發送簡訊動態碼", "<h3>發送簡訊動態碼 Send OTP</h3>" + self.form(session, "phoneForm", "otpSend.do", f"""<input type="hidden" name="otpBean.accountNo" value="{account}" /><table class="formTable" width="600">{rows}</table>
<div class="btnBar"><input type="submit" name="dispatch" value="確定發送" class="btn" /> <input type="button" value="取消" class="btn" onclick="location.href='{self.url(session, "applyInit.do?applyType=" + session["kind"])}'" /></div>"""), errors)

    def send_code(self, session: dict, request: Request) -> Response:
        account = request.get("otpBean.accountNo").strip()
        if account != session.get("account"):
            return self.twice()
        if request.get("otpBean.phoneNo").strip() != self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone):
            return self.ask_phone(session, request, ["[IAM-102] 手機門號與登記資料不符 (Phone number mismatch)"])
        session["otp"] = (account, self.truth.new_message(8), time.time())
        return self.apply(session, None, ["動態碼簡訊發送成功", "成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"], account)

    def check_code(self, session: dict, request: Request) -> Response:
        account, (owner, code, at) = request.get("otpBean.accountNo").strip(), session.get("otp", ("", "", 0.0))
        if not code or account != owner or request.get("otpBean.otpCode").strip() != code:
            self.truth.counts["code_refused"] += 1
            return self.apply(session, ["[IAM-103] 動態碼檢核失敗 (Invalid OTP)"], None, account)
        if time.time() - at > 120:
            self.truth.counts["code_refused"] += 1
            return self.apply(session, ["[IAM-104] 動態碼已逾有效時間，請重新取得 (OTP expired)"], None, account)
        session.pop("otp")
        session["user"] = session["user"] or secrets.token_hex(4)
        self.truth.sessions.add(f"account:{session['user']}")
        self.truth.counts["code_accepted"] += 1
        return self.send(session, "cloudInit.do" if session["kind"] == "NEW" else "resetInit.do")

    def cloud(self, session: dict, errors: list[str] | None = None, name: str = "") -> Response:
        person, truth = self.truth.person, self.truth
        rows = self.row("網路帳號 / 主職員工編號", "Account / Employee No.", person.employee_id) + self.row("帳號姓名", "Name", person.name) + self.row("主職單位", "Department", person.unit) + self.row("有效期限", "Valid Until", person.valid_until)
        leave = self.url(session, "exit.do")
        if truth.alias:
            rows += self.row("啟用狀態", "Status", f"已開通 Activated ({h(truth.alias)}@ntuh.gov.tw)")
            part = f'<table class="formTable" width="700">{rows}</table><a href="{leave}">離開 Exit</a>'
        else:
            rows += self.row("雲端服務帳號 (電子郵件名稱)", "Mail Name", f'<input type="text" name="cloudBean.mailName" size="30" maxlength="64" value="{h(name)}" /> @ntuh.gov.tw 名稱長度限64字元內', True) + self.row("雲端服務密碼", "Password", "首次啟用同目前Portal密碼")
            part = self.form(session, "cloudForm", "cloudSave.do", f"""<input type="hidden" name="cloudBean.accountNo" value="{person.employee_id}" /><table class="formTable" width="700">{rows}</table><div class="btnBar"><input type="button" value="取消啟用" class="btn" onclick="location.href='{leave}'" />
<input type="submit" name="dispatch" value="啟用雲端服務" class="btn" /> 服務於設定完成隔日生效</div>""")
        return self.jsp(session, "設定密碼與郵件別名", f"<h3>設定密碼與郵件別名</h3><p>雲端服務帳號說明：</p><ol><li>雲端服務帳號為跨體系使用。</li><li>服務於設定完成隔日生效。</li></ol>{part}", errors)

    def reset(self, session: dict, errors: list[str] | None = None) -> Response:
        rows = self.row("新密碼", "New Password", '<input type="password" name="cloudBean.newPwd" value="" />', True) + self.row("確認新密碼", "Confirm", '<input type="password" name="cloudBean.newPwdConfirm" value="" />', True)
        return self.jsp(session, "重置雲端服務密碼", "<h3>重置雲端服務密碼</h3>" + self.form(session, "resetForm", "resetSave.do", f'<table class="formTable">{rows}</table><input type="submit" name="dispatch" value="確認送出 Submit" class="btn" />') + f'<a href="{self.url(session, "exit.do")}">離開 Exit</a>', errors)

    # ------------------------------------------------------------------------ the webmail
    def mail(self, request: Request) -> Response:
        session, path = self.enter(request)
        truth = self.truth
        if path != "/" and not path.startswith("/webmail"):
            return Response("", 404)
        if path == "/webmail/captcha.png":
            session["image"] = truth.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5)
            return Response(picture(session["image"], "PNG"), kind="image/png")
        if path.startswith("/webmail/css/"):
            return Response("", kind="text/css")
        if path == "/webmail/j_security_check" and request.method == "POST":
            self.takes(request, j_username="mail_account", j_password="mail_password", j_captcha="captcha")
            shown, latest, truth.captcha = session.pop("image", ""), truth.captcha, ""
            if not self.token_ok(request, session):
                return self.twice()
            if not shown or shown != latest or request.get("j_captcha").strip() != shown:
                return self.mail_logon(session, ["驗證碼錯誤 (Captcha error)"])
            if not truth.alias or request.get("j_username").strip().lower() != truth.alias.lower() or request.get("j_password") != truth.cloud_password:
                return self.mail_logon(session, ["登入失敗 (Login failed)"])
            session["user"] = secrets.token_hex(4)
            truth.sessions.add(f"mail:{session['user']}")
            truth.counts["mail_sign_in"] += 1
            return self.send(session, "inbox.do")
        if session["user"] and path == "/webmail/inbox.do":
            return self.jsp(session, "收件匣", f'<h3>收件匣 Inbox (1)</h3><p>{h(truth.alias)}@ntuh.gov.tw | <a href="{self.url(session, "logout.do")}">登出 Logout</a></p><table border="1" width="100%"><tr><th>寄件者 From</th><th>主旨 Subject</th></tr><tr><td>postmaster</td><td>Welcome 歡迎使用</td></tr></table>')
        if session["user"] and path == "/webmail/logout.do":
            self.sessions.pop(session["id"])
            truth.sessions.discard(f"mail:{session['user']}")
            truth.counts["sign_out_mail"] += 1
            return redirect("/webmail/login.jsp")
        return self.mail_logon(session) if path == "/webmail/login.jsp" else self.send(session, "login.jsp")

    def mail_logon(self, session: dict, errors: list[str] | None = None) -> Response:
        rows = (self.row("帳號:", "Account", '<input type="text" name="j_username" />') + self.row("密碼:", "Password", '<input type="password" name="j_password" />')
                + self.row("驗證碼(小寫字母或數字):", "Captcha", f'<input type="text" name="j_captcha" size="6" /> <img src="{self.url(session, "captcha.png")}?{secrets.randbelow(10**5)}" alt="" />')
                + self.row("", "Remember me", '<input type="checkbox" name="remember" value="Y" id="rm" /><label for="rm">記住登入資訊 (公用電腦請勿勾選)</label>'))
        return self.jsp(session, "電子郵件", "<h2>電子郵件 Webmail</h2>" + self.form(session, "loginForm", "j_security_check", f'<table class="formTable" width="560">{rows}</table><input type="submit" value="登入 Login" class="btn" />')
                        + f"""<h3>公佈欄 Bulletin</h3><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p><p>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}">https://help.ntuh.gov.tw/</a></p>""", errors)

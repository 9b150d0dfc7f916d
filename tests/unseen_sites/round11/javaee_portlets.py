"""A portal of portlets, bought as a project in 2017 and kept alive by the integrator's third team of Java people."""

from __future__ import annotations

import re
import secrets
import sys
import time
from html import escape as h
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402

LOGIN = "tw_com_sysintegra_employee_login_web_portlet_EmployeeLoginPortlet_INSTANCE_k9WqTzB2xLpe"
NOTICE = "tw_com_sysintegra_bulletin_confirm_portlet_BulletinConfirmPortlet"
PASSWD = "tw_com_sysintegra_employee_profile_portlet_ChangePasswordPortlet_INSTANCE_Yw3fMm0pQn1d"
CONTACT = "tw_com_sysintegra_hr_contact_portlet_EmployeeContactMaintainPortlet"
OTP = "tw_com_sysintegra_iam_otp_portlet_OtpVerifyPortlet_INSTANCE_g7Vh"
CLOUD = "tw_com_sysintegra_iam_cloud_portlet_CloudServiceEnablePortlet_INSTANCE_g7Vi"
RESET = "tw_com_sysintegra_iam_cloud_portlet_CloudPasswordResetPortlet"
WEBMAIL = "tw_com_sysintegra_mail_web_portlet_MailLoginPortlet"

def url_of(path: str, portlet: str, **more: str) -> str:
    pairs = {"p_p_id": portlet, "p_p_lifecycle": "1", "p_p_state": "normal", "p_p_mode": "view"}
    pairs.update({(k if k == "p_auth" else f"_{portlet}_{k}"): v for k, v in more.items()})
    return h(path + "?" + urlencode(pairs))

def star() -> str:
    return '<span class="reference-mark text-warning"><svg class="lexicon-icon lexicon-icon-asterisk"><use href="#asterisk" /></svg></span><span class="hide-accessible sr-only">必要的</span>'

def field(portlet: str, key: str, label: str, kind: str = "text", value: str = "", extra: str = "", help_text: str = "", needed: bool = True) -> str:
    n = f"_{portlet}_{key}"
    return f"""
<div class="form-group input-{kind}-wrapper">
	<label class="control-label" for="{n}">
		{label} {star() if needed else ''}</label>
	<input class="field form-control" id="{n}" name="{n}" type="{kind}" value="{h(value)}" {extra}/>
	{f'<div class="form-text">{help_text}</div>' if help_text else ''}</div>"""

class TheSite(Site):
    title = "a Java EE portal of portlets with long names, breadcrumb and a notice to confirm"
    def __init__(self) -> None:
        super().__init__()
        self.guests: dict[str, dict] = {}  # JSESSIONID -> state, portal
        self.handover: dict[str, str] = {}  # ticket -> JSESSIONID
        self.hr: dict[str, str] = {}  # HRSESSIONID -> JSESSIONID
        self.iam: dict[str, dict] = {}
        self.post: dict[str, dict] = {}
    def page(self, title: str, crumbs: list[tuple[str, str]], body: str, bar: str = "", cookies: list[str] | None = None) -> Response:
        trail = "".join(
            f'<li class="breadcrumb-item">{f"<a class=breadcrumb-link href={chr(34)}{h(u)}{chr(34)}>" if u else ""}<span class="breadcrumb-text-truncate">{n}</span>{"</a>" if u else ""}</li>'
            for n, u in crumbs)
        return Response(f"""<!DOCTYPE html>
<html class="ltr" dir="ltr" lang="zh-TW"><head><title>{title} - 臺大醫院</title>
	<meta content="initial-scale=1.0, width=device-width" name="viewport" />
	<meta content="text/html; charset=UTF-8" http-equiv="content-type" />
	<script data-senna-track="permanent">var Liferay = Liferay || {{}}; Liferay.currentURL = '';</script>
</head><body class="chrome controls-visible yui3-skin-sam guest-site signed-out public-page site">
<nav aria-label="快速連結" class="bg-dark cadmin quick-access-nav text-center text-white"><a class="d-block p-2 sr-only sr-only-focusable text-reset" href="#main-content">跳至主要內容</a></nav>
<div class="container-fluid" id="wrapper">
<header id="banner" role="banner"><h1 class="site-title"><a class="logo" href="/">國立臺灣大學醫學院附設醫院</a></h1>
<form action="/web/guest/search" class="mb-0" id="search___fm" method="get" name="search___fm"><input class="form-control input-group-inset" name="q" placeholder="搜尋..." title="搜尋" type="text" value="" /><button class="btn btn-unstyled" title="搜尋" type="submit"><svg class="lexicon-icon"><use href="#search"/></svg></button></form>
{bar}
</header>
<section id="content"><nav aria-label="麵包屑"><ol class="breadcrumb">{trail}</ol></nav>
<div class="columns-1" id="main-content" role="main">{body}</div></section><footer id="footer" role="contentinfo"><p class="powered-by">系統維護：資訊室 261120</p></footer></div></body></html>""", headers=[("Set-Cookie", c) for c in cookies or []])
    @staticmethod
    def portlet(name: str, title: str, body: str) -> str:
        return f"""
<div class="portlet-boundary portlet-static portlet-barebone" id="p_p_id_{name}_">
<section class="portlet" id="portlet_{name}"><div class="portlet-content"><h2 class="portlet-title-text">{title}</h2>
<div class="portlet-content-container"><div class="portlet-body">{body}
</div></div></div></section></div>"""
    @staticmethod
    def alert(kind: str, text: str) -> str:
        if not text:
            return ""
        lead = {"danger": "錯誤", "success": "成功", "info": "資訊"}[kind]
        return f'<div class="alert alert-{kind}" role="alert"><span class="alert-indicator"><svg class="lexicon-icon"></svg></span><strong class="lead">{lead}:</strong>{text}</div>'
    # ---------------------------------------------------------------- portal
    def portal(self, r: Request) -> Response:
        if r.path == "/": return redirect("/web/guest/home")
        sid = r.cookies.get("JSESSIONID", "")
        state = self.guests.get(sid)
        if r.path == "/c/portal/captcha/get_image":
            if state is None:
                return Response("", 403)
            state["captcha"] = self.truth.new_captcha()
            return Response(picture(state["captcha"], "PNG", (130, 40)), kind="image/png")
        if r.path == "/web/guest/home": return self.login(r, sid, state)
        if r.path == "/web/guest/search":
            self.takes(r)
            return self.page("搜尋", [("首頁", "/web/guest/home"), ("搜尋", "")], self.alert("info", "找不到符合的結果，請先登入。"))
        if r.path == "/c/portal/logout":
            if state and state["in"]:
                self.truth.sessions.discard(f"portal:{sid}")
                self.truth.counts["sign_out_portal"] += 1
            self.guests.pop(sid, None)
            return redirect("/web/guest/home", ("Set-Cookie", "JSESSIONID=; Path=/; Max-Age=0"))
        if not r.path.startswith("/group/employee/"):
            return self.page("狀態", [("首頁", "/")], self.alert("danger", "找不到要求的資源。"))
        if state is None or not state["in"]:
            if r.method == "POST": self.takes(r)
            return redirect("/web/guest/home")
        if r.path == "/group/employee/bulletin": return self.bulletin(r, state)
        if not state["read"]: return redirect("/group/employee/bulletin")
        if r.path == "/group/employee/change-password": return self.change(r, state)
        return self.menu(sid, state)
    def login(self, r: Request, sid: str, state: dict | None) -> Response:
        t, wrong = self.truth, ""
        n = f"_{LOGIN}_"
        if r.method == "POST":
            self.takes(r, **{n + "branchCode": "campus", n + "employeeNumber": "employee_id", n + "credential": "portal_password", n + "captchaText": "captcha"})
            if state is None or r.query.get("p_auth") != state["p_auth"] or r.get(n + "formDate") != state["form"]:
                wrong = "您的連線已經逾時，請重新填寫。"
            else:
                wanted, state["captcha"] = state["captcha"], ""
                if not r.get(n + "branchCode"): wrong = "請選取院區。"
                elif not wanted or wanted != t.captcha or r.get(n + "captchaText").strip().upper() != wanted:
                    wrong = "文字驗證失敗，請輸入新的驗證碼。"
                elif r.get(n + "branchCode") != "BRANCH_MAIN" or r.get(n + "employeeNumber").strip() != t.person.employee_id or r.get(n + "credential") != t.portal_password:
                    wrong = "認證失敗。請輸入有效的帳號及密碼後再試一次。"
                else:
                    self.guests.pop(sid)
                    new = secrets.token_hex(16).upper() + ".node2"
                    self.guests[new] = {"p_auth": secrets.token_urlsafe(6), "captcha": "", "in": True, "read": False, "form": "", "told": ""}
                    t.sessions.add(f"portal:{new}")
                    t.counts["sign_in"] += 1
                    return redirect("/group/employee/bulletin", ("Set-Cookie", f"JSESSIONID={new}; Path=/; HttpOnly"))
                t.counts["sign_in_refused"] += 1
        cookies = []
        if state is None:
            sid = secrets.token_hex(16).upper() + ".node2"
            state = self.guests[sid] = {"p_auth": secrets.token_urlsafe(6), "captcha": "", "in": False, "read": False, "form": "", "told": ""}
            cookies = [f"JSESSIONID={sid}; Path=/; HttpOnly", "GUEST_LANGUAGE_ID=zh_TW; Path=/"]
        elif state["in"]:
            return redirect("/group/employee/home")
        state["form"] = str(time.time_ns() // 1000)
        body = f"""{self.alert('danger', wrong)}
<form action="{url_of('/web/guest/home', LOGIN, p_auth=state['p_auth'], **{'javax.portlet.action': '/login/employee'})}" class="form sign-in-form" data-fm-namespace="{n}" id="{n}loginForm" method="post" name="{n}loginForm" autocomplete="on">
<input class="field form-control" id="{n}formDate" name="{n}formDate" type="hidden" value="{state['form']}" />
<input class="field form-control" id="{n}saveLastPath" name="{n}saveLastPath" type="hidden" value="false" />
<input class="field form-control" id="{n}redirect" name="{n}redirect" type="hidden" value="" />
<fieldset class="input-container"><div class="form-group input-select-wrapper"><label class="control-label" for="{n}branchCode">院區 {star()}</label>
<select class="form-control" id="{n}branchCode" name="{n}branchCode"><option value="">-- 請選擇 --</option><option value="BRANCH_MAIN">總院區</option><option value="BRANCH_HSINCHU">新竹臺大分院</option><option value="BRANCH_YUNLIN">雲林分院</option><option value="BRANCH_CANCER">癌醫中心分院</option></select></div>
{field(LOGIN, 'employeeNumber', '帳號', value=r.get(n + 'employeeNumber') if r.method == 'POST' else '', extra='autofocus maxlength="10" ')}
{field(LOGIN, 'credential', '密碼', 'password', extra='autocomplete="current-password" ')}
<div class="taglib-captcha"><img alt="文字以識別" class="captcha" id="{n}captcha" src="/c/portal/captcha/get_image?portletId={LOGIN}&amp;t={secrets.randbelow(10**9)}" />
<span class="taglib-icon-help"><a href="javascript:;" id="{n}refreshCaptcha" onclick="var i=document.getElementById('{n}captcha'); i.src=i.src.replace(/t=.*/, 't=' + Math.random());">重新整理 CAPTCHA</a></span>
{field(LOGIN, 'captchaText', '驗證碼 <small>(不用區分大小寫)</small>', extra='size="10" autocomplete="off" ')}</div>
<div class="form-group input-checkbox-wrapper"><label for="{n}rememberMe"><input class="field" id="{n}rememberMe" name="{n}rememberMe" type="checkbox" value="true" /> 記住帳號</label></div></fieldset>
<div class="button-holder"><button class="btn btn-primary" id="{n}submitButton" type="submit"><span class="lfr-btn-label">登入</span></button></div></form><div class="navigation"><ul class="list-inline"><li><a href="/web/guest/forgot">忘記密碼</a></li></ul></div>"""
        return self.page("員工登入", [("首頁", "")], self.portlet(LOGIN, "登入本院PORTAL系統", body), cookies=cookies)
    def bar(self) -> str:
        return f'<div class="personal-menu-dropdown"><span class="user-full-name">{self.truth.person.name}</span> 您好! <a class="dropdown-item" href="/c/portal/logout" title="登出">登出</a></div>'
    def bulletin(self, r: Request, state: dict) -> Response:
        n = f"_{NOTICE}_"
        if r.method == "POST":
            self.takes(r, **{n + "haveRead": "consent"})
            if r.query.get("p_auth") == state["p_auth"] and r.get(n + "bulletinId") == "48211":
                state["read"] = True
                return redirect("/group/employee/home")
            return redirect("/group/employee/bulletin")
        body = f"""<article class="journal-content-article"><h3>【資安公告】提醒全院同仁</h3><p>請勿開啟來路不明之電子郵件，密碼請定期更改，勿與他人共用帳號。</p><p>公告單位：資訊室　公告日期：2026/11/20</p></article>
<form action="{url_of('/group/employee/bulletin', NOTICE, p_auth=state['p_auth'], **{'javax.portlet.action': 'confirmBulletin'})}" class="form" id="{n}fm" method="post" name="{n}fm">
<input name="{n}bulletinId" type="hidden" value="48211" />
<button class="btn btn-primary btn-sm" type="submit" name="{n}confirm" value="true"><svg class="lexicon-icon"></svg><span class="lfr-btn-label">我已閱讀，繼續</span></button></form>"""
        return self.page("公告", [("首頁", "/web/guest/home"), ("公告", "")], self.portlet(NOTICE, "公告事項", body), self.bar())
    def menu(self, sid: str, state: dict) -> Response:
        ticket = secrets.token_hex(10)
        self.handover[ticket] = sid
        entries = [
            ("更改密碼", "/group/employee/change-password"), ("個人簽章提醒設定", "/group/employee/n/a1"), ("薪資所得免稅額申報表", "/group/employee/n/a2"),
            ("查詢員工連絡資料", "/group/employee/n/a3"), ("維護個人連絡資料", f"{self.urls['inner']}/web/hr/employee-contact?ticket=ST-{ticket}-cas01"),
            ("個人就醫紀錄查詢", "/group/employee/n/a4"), ("行動憑證申請", "/group/employee/n/a5"),
        ]
        cards = "".join(f'<li class="col-md-3"><div class="card card-horizontal"><a class="card-title text-truncate" href="{h(u)}" title="{x}"><svg class="lexicon-icon lexicon-icon-user"></svg>\n{x}</a></div></li>' for x, u in entries)
        body = f'<h3>個人管理</h3><ul class="card-page">{cards}</ul><p>總院差勤待簽 0 未核准 0 被駁回 0</p>'
        return self.page("功能選單", [("首頁", "/web/guest/home"), ("功能選單", "")], self.portlet("site_navigation_menu", "功能選單", body), self.bar())
    def change(self, r: Request, state: dict) -> Response:
        t, n = self.truth, f"_{PASSWD}_"
        if r.method == "POST":
            self.takes(r, **{n + "password0": "old_password", n + "password1": "new_password", n + "password2": "new_password_again"})
            new = r.get(n + "password1")
            if r.query.get("p_auth") != state["p_auth"] or r.get(n + "formDate") != state["form"] or r.get(n + "cmd") != "password":
                wrong = "您的要求無法處理，請重新填寫表單。"
            elif r.get(n + "password0") != t.portal_password: wrong = "您輸入的目前密碼不正確。"
            elif new != r.get(n + "password2"): wrong = "您輸入的兩個密碼並不相符，請重新輸入。"
            elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                wrong = "這個密碼不符合密碼原則，請輸入其他密碼。"
            elif new == t.portal_password: wrong = "新密碼不能與舊密碼相同。"
            else:
                t.portal_password = new
                t.counts["password_changed"] += 1
                state["told"] = "success|您的要求已成功完成。"
                return redirect("/group/employee/change-password")
            t.counts["password_refused"] += 1
            state["told"] = "danger|" + wrong
            return redirect("/group/employee/change-password")
        told, state["told"] = state["told"], ""
        state["form"] = str(time.time_ns() // 1000)
        body = f"""{self.alert(*told.split('|')) if told else ''}
<form action="{url_of('/group/employee/change-password', PASSWD, p_auth=state['p_auth'], **{'javax.portlet.action': '/users_admin/edit_user'})}" class="container-fluid form" id="{n}fm" method="post" name="{n}fm">
<input name="{n}formDate" type="hidden" value="{state['form']}" /><input name="{n}cmd" type="hidden" value="password" />
<input class="hide" type="text" name="{n}screenName" value="{t.person.employee_id}" autocomplete="username" readonly style="display:none" />
{field(PASSWD, 'password0', '請輸入舊密碼：', 'password', extra='autocomplete="off" ')}
{field(PASSWD, 'password1', '請輸入新密碼：', 'password', extra='autocomplete="new-password" ', help_text='密碼強度檢核：<meter max="4" value="0"></meter>')}
{field(PASSWD, 'password2', '請再輸入新密碼：', 'password', extra='autocomplete="new-password" ')}
<p>密碼設定條件：</p><ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol>
<div class="sheet-footer"><button class="btn btn-primary" type="submit"><span class="lfr-btn-label">儲存</span></button> <a class="btn btn-cancel btn-secondary" href="/group/employee/home"><span class="lfr-btn-label">回功能選單</span></a> <a class="btn btn-link" href="/c/portal/logout">登出系統</a></div></form>"""
        return self.page("更改密碼", [("首頁", "/web/guest/home"), ("功能選單", "/group/employee/home"), ("更改密碼", "")], self.portlet(PASSWD, "更改密碼", body), self.bar())
    # ---------------------------------------------------------------- inner
    def inner(self, r: Request) -> Response:
        t, n, p = self.truth, f"_{CONTACT}_", self.truth.person
        if r.method == "POST":
            self.takes(r, **{n + "cellularPhoneNumber": "mobile_phone"})
        back = self.urls["portal"] + "/group/employee/home"
        if r.path != "/web/hr/employee-contact": return self.page("狀態", [], self.alert("danger", "找不到要求的資源。"))
        ticket = r.query.get("ticket", "")
        if ticket:
            sid = self.handover.pop(ticket.removeprefix("ST-").removesuffix("-cas01"), "")
            if not self.guests.get(sid, {}).get("in"): return redirect(self.urls["portal"] + "/web/guest/home")
            key = secrets.token_hex(16)
            self.hr[key] = sid
            return redirect("/web/hr/employee-contact", ("Set-Cookie", f"HRJSESSIONID={key}; Path=/; HttpOnly"))
        key = r.cookies.get("HRJSESSIONID", "")
        state = self.guests.get(self.hr.get(key, ""))
        if not state or not state["in"]: return redirect(self.urls["portal"] + "/web/guest/home")
        columns = {"english_surname": "englishLastName", "english_given": "englishFirstName", "english_middle": "englishMiddleName",
                   "office_phone": "officePhoneNumber", "home_phone": "residentialPhoneNumber", "mobile_phone": "cellularPhoneNumber"}
        if r.method == "POST":
            if r.query.get("p_auth") != state["p_auth"] or r.get(n + "employeeId") != p.employee_id or not all(r.has(n + c) for c in columns.values()):
                state["hr_told"] = "danger|您的要求無法處理，請重新填寫表單。"
            elif not re.fullmatch(r"09\d{8}", r.get(n + "cellularPhoneNumber")):
                state["hr_told"] = "danger|行動電話號碼格式無效。"
            else:
                for meaning, column in columns.items():
                    t.saved_contact[meaning] = r.get(n + column)
                t.counts["contact_saved"] += 1
                state["hr_told"] = "success|您的連絡資料已儲存。"
            return redirect("/web/hr/employee-contact")
        told, state["hr_told"] = state.get("hr_told", ""), ""

        def now(key: str) -> str:
            return t.saved_contact.get(key, getattr(p, key))

        body = f"""{self.alert(*told.split('|')) if told else ''}
<form action="{url_of('/web/hr/employee-contact', CONTACT, p_auth=state['p_auth'], **{'javax.portlet.action': 'saveEmployeeContact'})}" class="form" enctype="multipart/form-data" id="{n}fm" method="post" name="{n}fm">
<div class="button-holder"><button class="btn btn-primary" type="submit"><svg class="lexicon-icon lexicon-icon-disk"></svg> <span class="lfr-btn-label">異動儲存</span></button></div>
<input name="{n}employeeId" type="hidden" value="{p.employee_id}" />
<dl><dt>員工編號：</dt><dd>{p.employee_id}</dd><dt>姓名：</dt><dd>{p.name}</dd></dl>
{field(CONTACT, 'englishLastName', '英文姓：', value=now('english_surname'), help_text='ex:Chen(陳)', needed=False)}
{field(CONTACT, 'englishFirstName', '英文首名：', value=now('english_given'), help_text='ex: Yi-Fen(怡芬) <a href="#" data-toggle="popover">(說明)</a>', needed=False)}
{field(CONTACT, 'englishMiddleName', '英文中名：', value=now('english_middle'), help_text='ex:Mary 為英文別名，如無，可不填', needed=False)}
{field(CONTACT, 'officePhoneNumber', '辦公室電話：', value=now('office_phone'), help_text='ex:61234或23123456', needed=False)}
{field(CONTACT, 'residentialPhoneNumber', '住宅電話：', value=now('home_phone'), help_text='ex:0223123456', needed=False)}
{field(CONTACT, 'cellularPhoneNumber', '行動電話：', 'tel', value=now('mobile_phone'), extra='maxlength="10" ', help_text='ex:0952000000 (如離職或更換門號，請記得調整此欄位)')}
</form>"""
        return self.page("維護個人連絡資料", [("首頁", self.urls["portal"] + "/web/guest/home"), ("功能選單", back), ("維護個人連絡資料", "")], self.portlet(CONTACT, "台大醫院---維護個人連絡資料", body),
                         f'<a href="{back}">回功能選單</a>')
    # ---------------------------------------------------------------- account
    def account(self, r: Request) -> Response:
        if r.path == "/": return redirect("/web/iam/home")
        key = r.cookies.get("IAMJSESSIONID", "")
        state = self.iam.get(key)
        if r.path == "/web/iam/home": return self.iam_home()
        if r.path == "/c/iam/logout":
            if state and state["ok"]:
                self.truth.sessions.discard(f"account:{key}")
                self.truth.counts["sign_out_account"] += 1
            self.iam.pop(key, None)
            return redirect("/web/iam/home")
        if r.path == "/web/iam/verify": return self.verify(r, key, state)
        if r.path in ("/web/iam/cloud-service", "/web/iam/reset-password"):
            return self.cloud(r, state) if r.path.endswith("service") else self.reset(r, state)
        return self.page("狀態", [("首頁", "/")], self.alert("danger", "找不到要求的資源。"))
    def iam_home(self) -> Response:
        body = """<div class="journal-content-article"><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<h3>《規範》</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul>
<h3>《常見問題與服務》</h3><h4>密碼修改後多久可以生效</h4><p>即時生效。</p><h4>忘記密碼</h4><p>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></div>
<div class="row"><div class="col-md-4"><a class="btn btn-block btn-primary" href="/web/iam/verify?_purpose=enable">啟用網路帳號及首次雲端帳號密碼設定</a><p>啟用本院微軟相關服務，如：Office365, Outlook...</p></div>
<div class="col-md-4"><a class="btn btn-block btn-secondary" href="/web/iam/verify?_purpose=reset">重置雲端服務密碼</a><p>重設非Portal帳號的密碼。從未使用請先【啟用網路帳號】。</p></div>
<div class="col-md-4"><a class="btn btn-block btn-secondary" href="/web/iam/vendor">總院廠商VPN展延申請</a></div></div>"""
        return self.page("網路帳號服務", [("首頁", "")], self.portlet("journal_content_71_INSTANCE_rules", "網路帳號服務", body))
    def verify(self, r: Request, key: str, state: dict | None) -> Response:
        t, n = self.truth, f"_{OTP}_"
        if r.method == "POST":
            self.takes(r, **{n + "employeeIdentifier": "employee_id", n + "registeredMobilePhone": "registered_phone", n + "oneTimePassword": "code"})
            if state is None or state["ok"] or r.query.get("p_auth") != state["p_auth"]: return redirect("/web/iam/home")
            who, cmd = r.get(n + "employeeIdentifier").strip(), r.get(n + "cmd")
            state.update(who=who, dialog="", told="")
            if cmd == "requestOtp":
                if who == t.person.employee_id:
                    state["dialog"] = "phone"
                else:
                    state["told"] = "danger|查無此網路帳號。"
            elif cmd == "sendOtp":
                if who == t.person.employee_id and r.get(n + "registeredMobilePhone").strip() == t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                    state.update(code=t.new_message(), at=time.monotonic(), dialog="sent")
                else:
                    state.update(dialog="phone", told="danger|您輸入的手機門號與註冊資料不一致。")
            elif cmd == "verifyOtp":
                if who != t.person.employee_id or not state["code"] or r.get(n + "oneTimePassword").strip() != state["code"]:
                    t.counts["code_refused"] += 1
                    state["told"] = "danger|動態碼驗證失敗。"
                elif time.monotonic() - state["at"] > 120:
                    t.counts["code_refused"] += 1
                    state["told"] = "danger|動態碼已經過期，請重新取得。"
                else:
                    state.update(ok=True, code="")
                    t.counts["code_accepted"] += 1
                    t.sessions.add(f"account:{key}")
                    return redirect("/web/iam/cloud-service" if state["purpose"] == "enable" else "/web/iam/reset-password")
            return redirect("/web/iam/verify")
        cookies = []
        if "_purpose" in r.query:
            key = secrets.token_hex(16)
            state = self.iam[key] = {"purpose": "reset" if r.query["_purpose"] == "reset" else "enable", "p_auth": secrets.token_urlsafe(6),
                                     "who": "", "code": "", "at": 0.0, "dialog": "", "told": "", "ok": False}
            cookies = [f"IAMJSESSIONID={key}; Path=/; HttpOnly"]
        if state is None or state["ok"]: return redirect("/web/iam/home")
        action = url_of("/web/iam/verify", OTP, p_auth=state["p_auth"], **{"javax.portlet.action": "otp"})
        told, state["told"] = state["told"], ""
        message = self.alert(*told.split("|")) if told else ""
        dialog = ""
        if state["dialog"] == "phone":
            dialog = f"""<div class="modal-backdrop fade show"></div><div class="modal show d-block" role="dialog"><div class="modal-dialog modal-sm"><div class="modal-content">
<form action="{action}" method="post" name="{n}phoneForm" id="{n}phoneForm">{message}
<input type="hidden" name="{n}employeeIdentifier" value="{h(state['who'])}" />
{field(OTP, 'registeredMobilePhone', '請輸入帳號登記的手機門號(10碼)', 'tel', extra='maxlength="10" ')}
<div class="modal-footer"><button class="btn btn-primary" name="{n}cmd" value="sendOtp" type="submit"><span class="lfr-btn-label">確定發送</span></button><button class="btn btn-secondary" name="{n}cmd" value="cancel" type="submit"><span class="lfr-btn-label">取消</span></button></div></form></div></div></div>"""
            message = ""
        elif state["dialog"] == "sent":
            dialog = f"""<div class="modal show d-block" id="{n}sentModal" role="dialog"><div class="modal-content"><div class="modal-header">動態碼簡訊發送成功</div><div class="modal-body">成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</div>
<div class="modal-footer"><button type="button" class="btn btn-primary" onclick="document.getElementById('{n}sentModal').style.display='none';document.getElementById('{n}sentModal').className='modal';">確定</button></div></div></div>"""
        state["dialog"] = ""
        name = "啟用網路帳號及首次雲端帳號密碼設定" if state["purpose"] == "enable" else "重置雲端服務密碼"
        body = f"""{message}<h4>注意事項</h4><ul><li>限尚未啟用雲端服務帳號者使用，雲端服務帳號於首次設定之隔日生效。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li></ul>
<form action="{action}" class="form" id="{n}fm" method="post" name="{n}fm"><h3>{name}</h3>
{field(OTP, 'employeeIdentifier', '網路帳號 / 主職員工編號', value=state['who'], extra='maxlength="6" ')}
<button class="btn btn-secondary" name="{n}cmd" value="requestOtp" type="submit"><span class="lfr-btn-label">發送簡訊動態碼</span></button>
{field(OTP, 'oneTimePassword', '簡訊(或MOTP)動態碼', extra='maxlength="6" autocomplete="one-time-code" ', needed=False)}
<button class="btn btn-primary" name="{n}cmd" value="verifyOtp" type="submit"><span class="lfr-btn-label">下一步</span></button></form>{dialog}"""
        return self.page("身分驗證", [("首頁", "/web/iam/home"), ("進行身分驗證", "")], self.portlet(OTP, "進行身分驗證", body), cookies=cookies)
    def cloud(self, r: Request, state: dict | None) -> Response:
        t, n, p = self.truth, f"_{CLOUD}_", self.truth.person
        if r.method == "POST":
            self.takes(r, **{n + "mailNickname": "alias", n + "cloudPassword1": "cloud_password", n + "cloudPassword2": "cloud_password_again", n + "agreement": "consent"})
        if not state or not state["ok"] or state["purpose"] != "enable": return redirect("/web/iam/home")
        if r.method == "POST":
            name, pw = r.get(n + "mailNickname").strip(), r.get(n + "cloudPassword1")
            state["kept"], state["told"] = name, ""
            if r.query.get("p_auth") != state["p_auth"]:
                return redirect("/web/iam/home")
            if r.get(n + "cmd") == "cancel":
                return redirect("/c/iam/logout")
            if t.alias: state["told"] = "danger|此帳號的雲端服務已經存在，無法再次啟用。"
            elif not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}[A-Za-z0-9]", name):
                state["told"] = "danger|請輸入有效的電子郵件名稱（英文、數字、點、底線）。"
            elif name.lower() == "taken.name": state["told"] = "danger|您要求的電子郵件名稱已被使用。"
            elif pw != r.get(n + "cloudPassword2") or len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search("[0-9]", pw):
                state["told"] = "danger|密碼不相符或不符合密碼原則（至少8個字元，含英文及數字）。"
            elif r.get(n + "agreement") != "true": state["told"] = "danger|您必須同意使用規範。"
            else:
                t.alias, t.cloud_password = name, pw
                t.counts["activated"] += 1
                state["told"] = "success|雲端服務帳號建立完成，將於隔日生效。"
            return redirect("/web/iam/cloud-service")
        told, state["told"] = state["told"], ""
        facts = f"<dl><dt>網路帳號 / 主職員工編號</dt><dd>{p.employee_id}</dd><dt>帳號姓名</dt><dd>{p.name}</dd><dt>主職單位</dt><dd>{p.unit}</dd><dt>有效期限</dt><dd>{p.valid_until}</dd></dl>"
        if t.alias:
            rest = f'<dl><dt>雲端服務帳號 (電子郵件名稱)</dt><dd><strong>{h(t.alias)}</strong>@ntuh.gov.tw</dd><dt>雲端服務狀態</dt><dd><span class="label label-success">已建立</span></dd></dl>'
        else:
            rest = f"""<form action="{url_of('/web/iam/cloud-service', CLOUD, p_auth=state['p_auth'], **{'javax.portlet.action': 'enableCloudService'})}" class="form" id="{n}fm" method="post" name="{n}fm">
{field(CLOUD, 'mailNickname', '雲端服務帳號 (電子郵件名稱)', value=state.get('kept', ''), extra='maxlength="64" ', help_text='@ntuh.gov.tw 名稱長度限64字元內')}
{field(CLOUD, 'cloudPassword1', '雲端服務密碼', 'password', extra='autocomplete="new-password" ', help_text='至少8個字元，需包含英文及數字')}
{field(CLOUD, 'cloudPassword2', '確認雲端服務密碼', 'password', extra='autocomplete="new-password" ')}
<div class="form-group"><label for="{n}agreement"><input id="{n}agreement" name="{n}agreement" type="checkbox" value="true" onclick="document.getElementById('{n}enable').disabled=!this.checked;" /> 我已詳閱並同意遵守網路帳號使用規範</label></div>
<button class="btn btn-secondary" name="{n}cmd" value="cancel" type="submit"><span class="lfr-btn-label">取消啟用</span></button>
<button class="btn btn-primary" disabled id="{n}enable" name="{n}cmd" value="enable" type="submit"><span class="lfr-btn-label">啟用雲端服務</span></button></form><p>服務於設定完成隔日生效</p>"""
        body = f"{self.alert(*told.split('|')) if told else ''}<p>雲端服務帳號說明：</p><ol><li>雲端服務帳號為跨體系使用。</li><li>服務於設定完成隔日生效。</li></ol>{facts}{rest}"
        return self.page("設定密碼與郵件別名", [("首頁", "/web/iam/home"), ("設定密碼與郵件別名", "")], self.portlet(CLOUD, "設定密碼與郵件別名", body), '<a href="/c/iam/logout">登出</a>')
    def reset(self, r: Request, state: dict | None) -> Response:
        t, n = self.truth, f"_{RESET}_"
        if r.method == "POST":
            self.takes(r, **{n + "newPassword1": "cloud_password", n + "newPassword2": "cloud_password_again"})
        if not state or not state["ok"] or state["purpose"] != "reset": return redirect("/web/iam/home")
        if r.method == "POST" and r.query.get("p_auth") == state["p_auth"] and t.alias:
            pw = r.get(n + "newPassword1")
            if pw == r.get(n + "newPassword2") and len(pw) >= 8 and re.search("[A-Za-z]", pw) and re.search("[0-9]", pw):
                t.cloud_password = pw
                state["told"] = "success|您的雲端服務密碼已經變更。"
            else:
                state["told"] = "danger|密碼不相符或不符合密碼原則。"
            return redirect("/web/iam/reset-password")
        told, state["told"] = state["told"], ""
        form = "<p>尚未啟用雲端服務，請先【啟用網路帳號】。</p>" if not t.alias else f"""<form action="{url_of('/web/iam/reset-password', RESET, p_auth=state['p_auth'])}" method="post" name="{n}fm">
{field(RESET, 'newPassword1', '新密碼', 'password')}{field(RESET, 'newPassword2', '確認新密碼', 'password')}<button class="btn btn-primary" type="submit"><span class="lfr-btn-label">儲存</span></button></form>"""
        return self.page("重置雲端服務密碼", [("首頁", "/web/iam/home"), ("重置雲端服務密碼", "")], self.portlet(RESET, "重置雲端服務密碼", (self.alert(*told.split("|")) if told else "") + form), '<a href="/c/iam/logout">登出</a>')
    # ---------------------------------------------------------------- webmail
    def mail(self, r: Request) -> Response:
        t, n = self.truth, f"_{WEBMAIL}_"
        key = r.cookies.get("MAILJSESSIONID", "")
        state = self.post.get(key)
        if r.path == "/mail/captcha.png":
            if state is None:
                return Response("", 403)
            state["captcha"] = t.new_captcha("abcdefhkmnprstuvwxy2345678", 4)
            return Response(picture(state["captcha"], "PNG", (90, 36)), kind="image/png")
        if r.path == "/mail/folder/inbox":
            if not state or not state["in"]: return redirect("/")
            return self.page("收件匣", [("信箱", "")], '<table class="table table-list"><thead><tr><th>寄件人</th><th>主旨</th></tr></thead><tbody><tr><td>資訊室</td><td>雲端服務啟用通知</td></tr></tbody></table>',
                             f'<span>{h(t.alias)}@ntuh.gov.tw</span> <a href="/mail/logout">登出</a>')
        if r.path == "/mail/logout":
            if state and state["in"]:
                t.sessions.discard(f"mail:{key}")
                t.counts["sign_out_mail"] += 1
            self.post.pop(key, None)
            return redirect("/")
        told, cookies = "", []
        if r.method == "POST":
            self.takes(r, **{n + "mailAccount": "mail_account", n + "mailPassword": "mail_password", n + "mailCaptcha": "captcha"})
            if state is None or r.query.get("p_auth") != state["p_auth"]:
                told = "連線逾時，請重新登入。"
            else:
                wanted, state["captcha"] = state["captcha"], ""
                if not wanted or wanted != t.captcha or r.get(n + "mailCaptcha").strip() != wanted:
                    told = "驗證碼不正確。"
                elif not t.alias or r.get(n + "mailAccount").strip().lower().removesuffix("@ntuh.gov.tw") != t.alias.lower() or r.get(n + "mailPassword") != t.cloud_password:
                    told = "電子郵件帳號或密碼無效。"
                else:
                    state["in"] = True
                    t.sessions.add(f"mail:{key}")
                    t.counts["mail_sign_in"] += 1
                    return redirect("/mail/folder/inbox")
        if state is None:
            key = secrets.token_hex(16)
            state = self.post[key] = {"p_auth": secrets.token_urlsafe(6), "captcha": "", "in": False}
            cookies = [f"MAILJSESSIONID={key}; Path=/; HttpOnly"]
        body = f"""{self.alert('danger', told)}<form action="{url_of('/mail/login', WEBMAIL, p_auth=state['p_auth'])}" class="form" method="post" name="{n}fm" id="{n}fm">
{field(WEBMAIL, 'mailAccount', '帳號:')}{field(WEBMAIL, 'mailPassword', '密碼:', 'password')}
<img alt="" class="captcha" src="/mail/captcha.png?{secrets.randbelow(10**6)}" />
{field(WEBMAIL, 'mailCaptcha', '驗證碼(小寫字母或數字):', extra='autocomplete="off" maxlength="4" ')}
<div class="form-group"><label><input name="{n}rememberMe" type="checkbox" value="true" /> 記住登入資訊 (公用電腦請勿勾選)</label></div>
<button class="btn btn-primary" type="submit"><span class="lfr-btn-label">登入信箱</span></button></form>
<h4>公佈欄</h4><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p><p>※如無法登入，請先至下方網址變更密碼，謝謝：<br /><a href="{self.urls['account']}/">https://help.ntuh.gov.tw/</a></p>"""
        return self.page("電子郵件登入", [("信箱", "")], self.portlet(WEBMAIL, "電子郵件", body), cookies=cookies)

"""Yii 1.1 applications of 2014 (gii scaffolding, bootstrap 2 skin, CGridView), with a Roundcube beside them."""

from __future__ import annotations

import re
import secrets
import time
from html import escape as h

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

STAR = ' <span class="required">*</span>'


def row(model: str, attr: str, label: str, value: str = "", kind: str = "text", error: str = "", more: str = "", hint: str = "", append: str = "") -> str:
    """CActiveForm: labelEx, the field, error()."""
    cid = f"{model}_{attr}"
    bad = " error" if error else ""
    field = f'<input class="span3{bad}" {more}name="{model}[{attr}]" id="{cid}" type="{kind}" value="{h(value)}" />'
    if append:
        field = f'<div class="input-append">{field}<span class="add-on">{append}</span></div>'
    shown = f'<div class="errorMessage" id="{cid}_em_">{error}</div>' if error else f'<div class="errorMessage" id="{cid}_em_" style="display:none"></div>'
    note = f'<p class="hint">{hint}</p>' if hint else ""
    return f'\t<div class="row">\n\t\t<label class="{bad.strip()} required" for="{cid}">{label}{STAR}</label>\t\t{field}\t\t{shown}{note}\n\t</div>\n'


def summary(errors: dict[str, str]) -> str:
    if not errors:
        return ""
    return '<div class="errorSummary"><p>請修正以下的輸入錯誤:</p>\n<ul>' + "".join(f"<li>{e}</li>" for e in errors.values()) + "</ul></div>"


class TheSite(Site):
    title = "php_yii_admin_2014"

    def __init__(self) -> None:
        super().__init__()
        self.store: dict[str, dict[str, dict]] = {"portal": {}, "inner": {}, "account": {}, "mail": {}}
        self.tokens: dict[str, str] = {}

    COOKIE = {"portal": "PHPSESSID", "inner": "EMPSESSID", "account": "HELPSESSID", "mail": "roundcube_sessid"}

    # ------------------------------------------------- sessions as PHP has them
    def session(self, q: Request) -> tuple[str, dict, list[tuple[str, str]]]:
        name = self.COOKIE[q.host]
        sid = q.cookies.get(name, "")
        held = self.store[q.host].get(sid)
        if held is not None:
            return sid, held, []
        sid = secrets.token_hex(13)
        held = self.store[q.host][sid] = {"csrf": secrets.token_hex(20)}
        return sid, held, [("Set-Cookie", f"{name}={sid}; path=/; HttpOnly")]

    def wrong_token(self, q: Request, held: dict) -> Response | None:
        if q.method == "POST" and q.get("YII_CSRF_TOKEN") != held["csrf"]:
            return self.trouble(400, "無法驗證 CSRF 權杖。 The CSRF token could not be verified.")
        return None

    def trouble(self, status: int, text: str) -> Response:
        return Response(f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>Error</title></head><body><div id="content"><h2>Error {status}</h2><div class="error">{text}</div></div></body></html>', status)

    def layout(self, held: dict, title: str, content: str, crumbs: str = "", menu: str = "", app: str = "NTUH Portal", cookies: list[tuple[str, str]] | None = None, side: str = "") -> Response:
        flash = "".join(f'<div class="flash-{k} alert alert-{k}">{v}</div>' for k, v in held.pop("flash", {}).items())
        return Response(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="zh_tw" lang="zh_tw">
<head>
	<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
	<meta name="language" content="zh_tw" />
	<link rel="stylesheet" type="text/css" href="/css/main.css" />
	<link rel="stylesheet" type="text/css" href="/assets/3f1c20a/bootstrap/css/bootstrap.min.css" />
<script type="text/javascript" src="/assets/d1e0f7/jquery.min.js"></script>
	<title>{app} - {title}</title>
</head>
<body>
<div class="container" id="page">
	<div id="header"><div id="logo">{app}</div></div><!-- header -->
	<div id="mainmenu" class="navbar"><div class="navbar-inner">{menu}</div></div><!-- mainmenu -->
	{f'<div class="breadcrumbs"><a href="index.php">Home</a> &raquo; <span>{crumbs}</span></div><!-- breadcrumbs -->' if crumbs else ""}
	<div class="span-19"><div id="content">
{flash}{content}
	</div><!-- content --></div>
	<div class="span-5 last"><div id="sidebar">{side}</div></div>
	<div class="clear"></div>
	<div id="footer">Copyright &copy; 2014 by 資訊室. 分機 261120<br/>Powered by <a href="http://www.yiiframework.com/" rel="external">Yii Framework</a>.</div><!-- footer -->
</div><!-- page -->
</body>
</html>""", headers=[("X-Powered-By", "PHP/5.4.45"), *(cookies or [])])

    def asset(self, q: Request) -> Response | None:
        if q.path.startswith(("/css/", "/assets/", "/skins/")):
            return Response("" if q.path.endswith(".js") else "body{font:12px Arial}.errorMessage,.required{color:#c00}.flash-success{background:#dfd}.flash-error{background:#fdd}", kind="text/javascript" if q.path.endswith(".js") else "text/css")
        return None

    def paint(self, held: dict, letters: str | None = None) -> str:
        held["captcha"] = self.truth.new_captcha(letters) if letters else self.truth.new_captcha()
        held["v"] = secrets.token_hex(7)
        return held["v"]

    def painted(self, held: dict, answer: str) -> bool:
        code = held.pop("captcha", "")
        return bool(code) and code == self.truth.captcha and code.lower() == answer.strip().lower()

    # ------------------------------------------------- PORTAL
    def portal(self, q: Request) -> Response:
        if fixed := self.asset(q):
            return fixed
        sid, held, cookies = self.session(q)
        route = q.query.get("r", "site/index")
        if q.path not in ("/", "/index.php"):
            return self.trouble(404, "系統無法找到指定的請求。")
        if route == "site/captcha":
            if not held.get("captcha"):
                return self.trouble(404, "captcha")
            return Response(picture(held["captcha"], "PNG", (130, 50)), kind="image/png", headers=[("Cache-Control", "must-revalidate, post-check=0")])
        if route == "site/login":
            return self.login(q, held, cookies)
        if not held.get("user"):
            return redirect("/index.php?r=site/login", *cookies)
        if q.method == "POST":
            self.takes(q, **{"PasswordForm[old]": "old_password", "PasswordForm[new]": "new_password", "PasswordForm[new_repeat]": "new_password_again"})
        if bad := self.wrong_token(q, held):
            return bad
        if route == "site/logout":
            del self.store["portal"][sid]
            self.truth.sessions.discard(f"portal:{sid}")
            self.truth.counts["sign_out_portal"] += 1
            return redirect("/index.php?r=site/login", ("Set-Cookie", "PHPSESSID=deleted; path=/; Max-Age=0"))
        if route == "site/index":
            return self.home(held)
        if route == "user/changePassword":
            return self.change(q, held)
        if route == "bridge/contact":
            token = secrets.token_hex(16)
            self.tokens[token] = sid
            return Response(f"""<html><head><meta http-equiv="refresh" content="0; url={self.urls['inner']}/emp/index.php?r=contact/update&amp;token={token}"></head><body>系統轉換中，請稍候... <a href="{self.urls['inner']}/emp/index.php?r=contact/update&amp;token={token}">如未自動轉頁請按此</a></body></html>""")
        if route == "notice/view":
            return self.layout(held, "公告", "<h1>全院公告</h1><p>請全院同仁填報「薪資所得免稅額申報表」。</p>", "公告", self.bar())
        return self.trouble(403, "您未被授權執行此操作。")

    def login(self, q: Request, held: dict, cookies: list[tuple[str, str]]) -> Response:
        errors: dict[str, str] = {}
        m = "LoginForm"
        if q.method == "POST":
            self.takes(q, **{f"{m}[username]": "employee_id", f"{m}[password]": "portal_password", f"{m}[verifyCode]": "captcha", f"{m}[hospital]": "campus"})
            if bad := self.wrong_token(q, held):
                return bad
            if not q.get(f"{m}[username]"):
                errors["username"] = "帳號 不可為空白."
            if not q.get(f"{m}[password]"):
                errors["password"] = "密碼 不可為空白."
            if not self.painted(held, q.get(f"{m}[verifyCode]")):
                errors["verifyCode"] = "驗證碼不正確."
            elif not errors and (q.get(f"{m}[hospital]") != "T0" or q.get(f"{m}[username]") != self.truth.person.employee_id or q.get(f"{m}[password]") != self.truth.portal_password):
                errors["password"] = "不正確的帳號或密碼."
            if errors:
                self.truth.counts["sign_in_refused"] += 1
            else:
                new = secrets.token_hex(13)
                self.store["portal"][new] = {"csrf": secrets.token_hex(20), "user": True}
                self.truth.sessions.add(f"portal:{new}")
                self.truth.counts["sign_in"] += 1
                return redirect("/index.php?r=site/index", ("Set-Cookie", f"PHPSESSID={new}; path=/; HttpOnly"))
        v = self.paint(held)
        form = f"""<h1>醫療資訊系統</h1>
<p>National Taiwan University Hospital</p>
<div class="form">
<form id="login-form" action="/index.php?r=site/login" method="post">
<div style="display:none"><input type="hidden" value="{held['csrf']}" name="YII_CSRF_TOKEN" /></div>
<p class="note">標示 <span class="required">*</span> 者為必填欄位。</p>
{summary(errors)}<div class="row"><label for="{m}_hospital" class="required">院區{STAR}</label><select class="span3" name="{m}[hospital]" id="{m}_hospital">
<option value="T0" selected="selected">總院區</option>
<option value="T2">北護分院</option>
<option value="T4">新竹分院</option>
<option value="Y0">雲林分院</option>
</select></div>
{row(m, "username", "帳號", q.get(f"{m}[username]"), error=errors.get("username", ""), more='maxlength="6" ')}{row(m, "password", "密碼", "", "password", errors.get("password", ""))}
<div class="row"><label for="{m}_verifyCode">驗證碼</label><div><img id="yw0" src="/index.php?r=site/captcha&amp;v={v}" alt="" /><a id="yw0_button" href="/index.php?r=site/login">取得新驗證碼</a></div><input name="{m}[verifyCode]" id="{m}_verifyCode" type="text" autocomplete="off" /><div class="errorMessage" id="{m}_verifyCode_em_"{'' if "verifyCode" in errors else ' style="display:none"'}>{errors.get("verifyCode", "")}</div><div class="hint">請輸入上圖中的字元 (不用區分大小寫)</div></div>
<div class="row rememberMe"><input id="yt{m}_rememberMe" type="hidden" value="0" name="{m}[rememberMe]" /><input name="{m}[rememberMe]" id="{m}_rememberMe" value="1" type="checkbox" /> <label for="{m}_rememberMe">記住我的帳號</label></div>
<div class="row buttons"><input class="btn btn-primary" type="submit" name="yt0" value="登入" /></div>
</form>
</div><!-- form -->"""
        return self.layout(held, "登入", form, "登入", '<ul id="yw1"><li><a href="/index.php">院外網</a></li><li class="active"><a href="/index.php?r=site/login">登入</a></li></ul>', cookies=cookies)

    def bar(self) -> str:
        return f"""<ul class="nav" id="yw5"><li class="dropdown"><a class="dropdown-toggle" data-toggle="dropdown" href="#">醫療系統 <b class="caret"></b></a><ul class="dropdown-menu"><li><a href="/index.php?r=opd/index">門診系統</a></li></ul></li>
<li class="dropdown"><a class="dropdown-toggle" href="#">行政系統 <b class="caret"></b></a><ul class="dropdown-menu"><li><a href="/index.php?r=hr/index">差勤系統</a></li></ul></li>
<li class="dropdown"><a class="dropdown-toggle" href="#">個人管理 <b class="caret"></b></a><ul class="dropdown-menu"><li><a tabindex="-1" href="/index.php?r=user/changePassword"><i class="icon-lock"></i> 更改密碼</a></li><li><a href="/index.php?r=user/sign">個人簽章提醒設定</a></li><li><a href="/index.php?r=user/find">查詢員工連絡資料</a></li><li><a href="/index.php?r=bridge/contact"><i class="icon-user"></i> 維護個人連絡資料</a></li><li><a href="/index.php?r=user/right">權限更改申請(總院)</a></li></ul></li>
<li><a href="/index.php?r=site/logout">登出 ({self.truth.person.employee_id})</a></li></ul>"""

    def home(self, held: dict) -> Response:
        grid = """<div id="notice-grid" class="grid-view"><div class="summary">第 1-2 項，共 2 項.</div><table class="items table table-striped"><thead><tr><th id="notice-grid_c0"><a class="sort-link" href="/index.php?r=site/index&amp;Notice_sort=date">日期</a></th><th>標題</th><th>&nbsp;</th></tr>
<tr class="filters"><td><input name="Notice[date]" type="text" /></td><td><input name="Notice[title]" type="text" maxlength="100" /></td><td>&nbsp;</td></tr></thead><tbody><tr class="odd"><td>2014/10/21</td><td>請填報「薪資所得免稅額申報表」</td><td class="button-column"><a class="view" title="檢視" href="/index.php?r=notice/view&amp;id=7"><i class="icon-eye-open"></i></a></td></tr><tr class="even"><td>2014/08/13</td><td>更改密碼週期調整為三個月</td><td><a class="view" title="檢視" href="/index.php?r=notice/view&amp;id=6"><i class="icon-eye-open"></i></a></td></tr></tbody></table></div>"""
        return self.layout(held, "首頁", f"<h1>您好! {self.truth.person.name}</h1><p>總院差勤待簽 0 未核准 0 被駁回 0</p><h3>全院公告</h3>{grid}", menu=self.bar(), side='<div class="portlet"><div class="portlet-decoration"><div class="portlet-title">操作說明書</div></div></div>')

    def change(self, q: Request, held: dict) -> Response:
        m, errors = "PasswordForm", {}
        if q.method == "POST":
            new = q.get(f"{m}[new]")
            if q.get(f"{m}[old]") != self.truth.portal_password:
                errors["old"] = "舊密碼 輸入不正確."
            if len(new) < 8:
                errors["new"] = "新密碼 長度過短 (最少為8個字元)."
            elif not (re.search("[A-Za-z]", new) and re.search("[0-9]", new)):
                errors["new"] = "新密碼 需包含英文及數字."
            if new != q.get(f"{m}[new_repeat]"):
                errors["new_repeat"] = "再次輸入之密碼 必須與新密碼相同."
            if errors:
                self.truth.counts["password_refused"] += 1
            else:
                self.truth.portal_password = new
                self.truth.counts["password_changed"] += 1
                held["flash"] = {"success": "<strong>完成!</strong> 您的 Portal 密碼已經修改."}
                return redirect("/index.php?r=user/changePassword&done=1")
        form = "" if q.query.get("done") and "flash" in held else f"""<div class="form"><form class="well" id="password-form" action="/index.php?r=user/changePassword" method="post"><div style="display:none"><input type="hidden" value="{held['csrf']}" name="YII_CSRF_TOKEN" /></div>
{summary(errors)}{row(m, "old", "請輸入舊密碼：", "", "password", errors.get("old", ""), 'autocomplete="off" ')}{row(m, "new", "請輸入新密碼：", "", "password", errors.get("new", ""), 'autocomplete="off" maxlength="32" ')}{row(m, "new_repeat", "請再輸入新密碼：", "", "password", errors.get("new_repeat", ""), 'autocomplete="off" maxlength="32" ')}
<div class="row">密碼強度檢核：<div class="progress" style="width:200px"><div class="bar" style="width:0"></div></div></div><div class="row buttons"><button class="btn btn-primary" type="submit" name="yt0"><i class="icon-ok icon-white"></i> 送出</button> <button class="btn" type="reset" name="yt1">重填</button></div></form></div>"""
        return self.layout(held, "更改密碼", f'<h1>更改密碼</h1>{form}<h4>密碼設定條件：</h4><ul><li>1.密碼長度不可少於8個字元</li><li>2.密碼內容需包含英文及數字</li></ul><p><a href="/index.php?r=site/index">回功能選單</a> <a href="/index.php?r=site/logout">登出系統</a></p>', "個人管理 &raquo; 更改密碼", self.bar())

    # ------------------------------------------------- the employees' application
    def inner(self, q: Request) -> Response:
        if fixed := self.asset(q):
            return fixed
        sid, held, cookies = self.session(q)
        if q.path != "/emp/index.php":
            return self.trouble(404, "系統無法找到指定的請求。")
        if token := q.query.get("token"):
            owner = self.tokens.pop(token, "")
            if owner in self.store["portal"]:
                held["owner"] = owner
                return redirect("/emp/index.php?r=contact/update", *cookies)
        if held.get("owner") not in self.store["portal"]:
            return self.trouble(403, "登入逾時，請由 Portal 重新進入。")
        m, p = "Employee", self.truth.person
        if q.query.get("r") == "contact/admin":
            self.takes(q)
            return self.trouble(403, "您未被授權執行此操作。")
        attrs = {"ename_last": "english_surname", "ename_first": "english_given", "ename_mid": "english_middle", "tel_office": "office_phone", "tel_home": "home_phone", "cellphone": "mobile_phone"}
        values = {a: self.truth.saved_contact.get(k, getattr(p, k)) for a, k in attrs.items()}
        errors: dict[str, str] = {}
        if q.method == "POST":
            self.takes(q, **{f"{m}[cellphone]": "mobile_phone"})
            if bad := self.wrong_token(q, held):
                return bad
            if q.get(f"{m}[emp_no]") != p.employee_id or not all(q.has(f"{m}[{a}]") for a in attrs):
                return self.trouble(400, "您的請求無效。")
            values = {a: q.get(f"{m}[{a}]").strip() for a in attrs}
            for a, w in (("ename_last", "英文姓"), ("ename_first", "英文首名")):
                if not values[a]:
                    errors[a] = f"{w} 不可為空白."
            if not re.fullmatch(r"09\d{8}", values["cellphone"]):
                errors["cellphone"] = "行動電話 格式不正確."
            if not errors:
                self.truth.saved_contact.update({k: values[a] for a, k in attrs.items()})
                self.truth.counts["contact_saved"] += 1
                held["flash"] = {"success": "連絡資料已異動並儲存."}
                return redirect("/emp/index.php?r=contact/update")
        spec = (("ename_last", "英文姓：", "ex:Chen(陳)"), ("ename_first", "英文首名：", "ex: Yi-Fen(怡芬) (說明)"), ("ename_mid", "英文中名：", "ex:Mary 為英文別名，如無，可不填"), ("tel_office", "辦公室電話：", "ex:61234或23123456"), ("tel_home", "住宅電話：", "ex:0223123456"), ("cellphone", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))
        rows = "".join(row(m, a, w, values[a], error=errors.get(a, ""), more='maxlength="10" ' if a == "cellphone" else "", hint=t) for a, w, t in spec)
        body = f"""<h1>台大醫院---維護個人連絡資料</h1><div class="form"><form id="employee-form" action="/emp/index.php?r=contact/update" method="post">
<div style="display:none"><input type="hidden" value="{held['csrf']}" name="YII_CSRF_TOKEN" /></div><input type="hidden" name="{m}[emp_no]" value="{p.employee_id}" />
<div class="row buttons"><button class="btn btn-success" type="submit" name="yt0"><i class="icon-hdd icon-white"></i> 異動儲存</button></div>{summary(errors)}
<div class="row"><label>員工編號：</label><input disabled="disabled" value="{p.employee_id}" /> <label>姓名：</label><input disabled="disabled" value="{p.name}" /></div>
{rows}</form></div><div class="search-form" style="display:none"><form action="/emp/index.php" method="get"><input type="hidden" name="r" value="contact/admin" />員工編號 <input name="Employee[emp_no]" /> 行動電話 <input name="Employee[cellphone]" /><input type="submit" name="yt0" value="Search" /></form></div>"""
        return self.layout(held, "維護個人連絡資料", body, "員工資料 &raquo; 更新", f'<ul><li><a href="{self.urls["portal"]}/index.php?r=site/index">回功能選單</a></li></ul>', "員工資料", cookies)

    # ------------------------------------------------- account site
    def account(self, q: Request) -> Response:
        if fixed := self.asset(q):
            return fixed
        sid, held, cookies = self.session(q)
        route = q.query.get("r", "site/index")
        self.takes(q, **{"VerifyForm[emp_no]": "employee_id", "VerifyForm[otp]": "code", "PhoneForm[mobile]": "registered_phone", "CloudAccount[alias]": "alias", "CloudAccount[password]": "cloud_password", "CloudAccount[password_repeat]": "cloud_password_again"}) if q.method == "POST" else None
        if bad := self.wrong_token(q, held):
            return bad
        app = "網路帳號服務"
        if route == "site/index":
            body = """<h1>雲端服務帳號</h1><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><p>適用功能：本院雲端服務、電子郵件信箱、VPN、數位學習及院內非Portal之業務</p>
<div class="view"><h3>《規範》</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置</li></ul></div>
<div class="accordion"><h3>《常見問題與服務》</h3><div class="accordion-group"><b>密碼修改後多久可以生效</b><p>即時生效。</p></div><div class="accordion-group"><b>忘記密碼</b><p>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></div></div>
<ul class="thumbnails"><li class="span4"><div class="thumbnail"><a class="btn btn-large btn-primary" href="/index.php?r=cloud/start&amp;do=activate"><i class="icon-play icon-white"></i> 啟用網路帳號及首次雲端帳號密碼設定</a><p>啟用本院微軟相關服務，如：Office365, Outlook...</p></div></li><li class="span4"><div class="thumbnail"><a class="btn btn-large" href="/index.php?r=cloud/start&amp;do=reset">重置雲端服務密碼</a><p>重設非Portal帳號的密碼</p></div></li><li><a href="#">總院廠商VPN展延申請</a></li></ul>"""
            return self.layout(held, "首頁", body, app=app, cookies=cookies)
        if route == "cloud/start" and q.query.get("do") in ("activate", "reset"):
            if held.pop("proved", None):
                self.truth.sessions.discard(f"account:{sid}")
            held["do"] = q.query["do"]
            return redirect("/index.php?r=cloud/verify", *cookies)
        if route == "site/logout" and held.get("proved"):
            del self.store["account"][sid]
            self.truth.sessions.discard(f"account:{sid}")
            self.truth.counts["sign_out_account"] += 1
            return redirect("/index.php", ("Set-Cookie", "HELPSESSID=deleted; path=/; Max-Age=0"))
        if not held.get("do"):
            return redirect("/index.php", *cookies)
        title = "啟用網路帳號及首次雲端帳號密碼設定" if held["do"] == "activate" else "重置雲端服務密碼"
        token = f'<div style="display:none"><input type="hidden" value="{held["csrf"]}" name="YII_CSRF_TOKEN" /></div>'
        errors: dict[str, str] = {}
        if route == "cloud/verify":
            emp = q.get("VerifyForm[emp_no]", held.get("asked", "")).strip()
            if q.method == "POST" and q.has("yt0"):
                if emp == self.truth.person.employee_id:
                    held["asked"] = emp
                    return redirect("/index.php?r=cloud/phone")
                errors["emp_no"] = "網路帳號 / 主職員工編號 不存在."
            elif q.method == "POST" and q.has("yt1"):
                late = bool(held.get("code")) and time.time() - held["at"] > 120
                if late or not held.get("code") or emp != held.get("asked") or q.get("VerifyForm[otp]").strip() != held["code"]:
                    self.truth.counts["code_refused"] += 1
                    errors["otp"] = "簡訊(或MOTP)動態碼 已失效，請重新發送." if late else "簡訊(或MOTP)動態碼 不正確."
                else:
                    self.truth.counts["code_accepted"] += 1
                    held.pop("code")
                    held["proved"] = True
                    self.truth.sessions.add(f"account:{sid}")
                    return redirect(f"/index.php?r=cloud/{held['do']}")
            body = f"""<h1>{title}</h1><div class="alert alert-info"><h4>注意事項</h4><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div><div class="form"><form id="verify-form" action="/index.php?r=cloud/verify" method="post">{token}{summary(errors)}
{row("VerifyForm", "emp_no", "網路帳號 / 主職員工編號", emp, error=errors.get("emp_no", ""), more='maxlength="6" ')}<input class="btn btn-warning" type="submit" name="yt0" value="發送簡訊動態碼" />{row("VerifyForm", "otp", "簡訊(或MOTP)動態碼", "", error=errors.get("otp", ""), more='maxlength="8" autocomplete="off" ')}
<div class="row buttons"><input class="btn btn-primary" type="submit" name="yt1" value="下一步" /></div></form></div>"""
            return self.layout(held, title, body, title, app=app, cookies=cookies)
        if route == "cloud/phone" and held.get("asked"):
            if q.method == "POST":
                if q.get("PhoneForm[mobile]").strip() == self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone):
                    held.update(code=self.truth.new_message(), at=time.time(), flash={"success": "<b>動態碼簡訊發送成功</b><br/>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"})
                    return redirect("/index.php?r=cloud/verify")
                errors["mobile"] = "手機門號 與登記資料不一致."
            body = f"""<div class="modal-like well"><form id="phone-form" action="/index.php?r=cloud/phone" method="post">{token}{row("PhoneForm", "mobile", "請輸入帳號登記的手機門號(10碼)", "", error=errors.get("mobile", ""), more='maxlength="10" ')}<div class="row buttons"><input class="btn btn-primary" type="submit" name="yt0" value="確定發送" /> <a class="btn" href="/index.php?r=cloud/verify">取消</a></div></form></div>"""
            return self.layout(held, "發送簡訊動態碼", body, title, app=app)
        if not held.get("proved"):
            return redirect("/index.php?r=cloud/verify")
        leave = '<ul><li><a href="/index.php?r=site/logout"><i class="icon-off"></i> 登出</a></li></ul>'
        if route == f"cloud/{held['do']}":
            return self.activate(q, held, token, leave, title) if held["do"] == "activate" else self.reset(q, held, token, leave)
        if route == "cloud/view":
            return self.layout(held, "檢視", self.details(), "檢視", leave, app)
        return self.trouble(404, "系統無法解析該請求。")

    def details(self) -> str:
        p, t = self.truth.person, self.truth
        facts = [("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)]
        if t.alias:
            facts += [("雲端服務帳號 (電子郵件名稱)", t.alias + "@ntuh.gov.tw"), ("狀態", "使用中 (Active)")]
        return '<table class="detail-view table" id="yw0">' + "".join(f'<tr class="{"odd" if i % 2 else "even"}"><th>{k}</th><td>{h(v)}</td></tr>' for i, (k, v) in enumerate(facts)) + "</table>"

    def activate(self, q: Request, held: dict, token: str, leave: str, title: str) -> Response:
        t, m, errors = self.truth, "CloudAccount", {}
        alias, word = q.get(f"{m}[alias]").strip(), q.get(f"{m}[password]")
        if q.method == "POST" and q.has("cancel"):
            return redirect("/index.php")
        if q.method == "POST":
            if t.alias:
                held["flash"] = {"error": "此帳號已完成設定，不得重複啟用."}
                return redirect("/index.php?r=cloud/activate")
            if not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{0,63}", alias):
                errors["alias"] = "雲端服務帳號 格式不正確 (請用英文字母開頭，可含數字及 . _ -)."
            elif alias.lower() == "taken.name":
                errors["alias"] = f'雲端服務帳號 "{h(alias)}" 已經被使用了.'
            if len(word) < 8 or not re.search("[A-Za-z]", word) or not re.search("[0-9]", word):
                errors["password"] = "設定密碼 至少8個字元且需有英文及數字."
            elif word != q.get(f"{m}[password_repeat]"):
                errors["password_repeat"] = "確認密碼 必須重複一致."
            if not errors:
                t.alias, t.cloud_password = alias, word
                t.counts["activated"] += 1
                held["flash"] = {"success": "您的雲端帳號建立成功."}
                return redirect("/index.php?r=cloud/view")
        if t.alias:
            body = '<div class="alert">此帳號先前已開通雲端服務，郵件別名不可變更。</div>' + self.details()
        else:
            body = f"""<p>雲端服務帳號說明：1. 雲端服務帳號為跨體系使用。2. 服務於設定完成隔日生效。</p>{self.details()}<div class="form"><form id="cloud-account-form" action="/index.php?r=cloud/activate" method="post" autocomplete="off">{token}{summary(errors)}
{row(m, "alias", "雲端服務帳號 (電子郵件名稱)", alias, error=errors.get("alias", ""), more='maxlength="64" ', append="@ntuh.gov.tw", hint="名稱長度限64字元內")}{row(m, "password", "設定密碼", "", "password", errors.get("password", ""))}{row(m, "password_repeat", "確認密碼", "", "password", errors.get("password_repeat", ""))}
<div class="row buttons"><button class="btn" name="cancel" value="1" type="submit">取消啟用</button> <button class="btn btn-primary" name="yt0" type="submit" onclick="return confirm('郵件別名設定後不能修改，確定啟用?');">啟用雲端服務</button></div></form></div>"""
        return self.layout(held, title, f"<h1>設定密碼與郵件別名</h1>{body}", title, leave, "網路帳號服務")

    def reset(self, q: Request, held: dict, token: str, leave: str) -> Response:
        m, errors, word = "CloudAccount", {}, q.get("CloudAccount[password]")
        if q.method == "POST":
            if not self.truth.alias:
                errors["password"] = "尚未啟用網路帳號."
            elif len(word) < 8 or not re.search("[A-Za-z]", word) or not re.search("[0-9]", word) or word != q.get(f"{m}[password_repeat]"):
                errors["password"] = "密碼不符規定或兩次不一致."
            else:
                self.truth.cloud_password = word
                held["flash"] = {"success": "雲端服務密碼已重設."}
                return redirect("/index.php?r=cloud/view")
        return self.layout(held, "重置", f'<h1>重置雲端服務密碼</h1><form action="/index.php?r=cloud/reset" method="post">{token}{summary(errors)}{row(m, "password", "設定密碼", "", "password")}{row(m, "password_repeat", "確認密碼", "", "password")}<input type="submit" name="yt0" value="儲存" /></form>', "重置", leave, "網路帳號服務")

    # ------------------------------------------------- Roundcube
    def mail(self, q: Request) -> Response:
        if fixed := self.asset(q):
            return fixed
        sid, held, cookies = self.session(q)
        task = q.get("_task", "login")
        if q.query.get("_action") == "captcha":
            return Response(picture(held["captcha"], "GIF"), kind="image/gif") if held.get("captcha") else Response("", 404)
        said = ""
        if q.method == "POST":
            self.takes(q, _user="mail_account", _pass="mail_password", _captcha="captcha")
            if q.get("_token") != held["csrf"]:
                said = "您的連線階段無效或已經過期。"
            elif not self.painted(held, q.get("_captcha")):
                said = "驗證碼不符。"
            elif not self.truth.alias or q.get("_user").strip().lower().split("@")[0] != self.truth.alias.lower() or q.get("_pass") != self.truth.cloud_password:
                said = "登入失敗。"
            else:
                new = secrets.token_hex(13)
                self.store["mail"][new] = {"csrf": secrets.token_hex(16), "user": True}
                self.truth.sessions.add(f"mail:{new}")
                self.truth.counts["mail_sign_in"] += 1
                return redirect(f"/?_task=mail&_token={secrets.token_hex(4)}", ("Set-Cookie", f"roundcube_sessid={new}; path=/; HttpOnly"))
        if held.get("user"):
            if task == "logout" and q.query.get("_token") == held["csrf"]:
                del self.store["mail"][sid]
                self.truth.sessions.discard(f"mail:{sid}")
                self.truth.counts["sign_out_mail"] += 1
                return redirect("/", ("Set-Cookie", "roundcube_sessid=-del-; path=/; Max-Age=0"))
            return Response(f"""<!DOCTYPE html><html><head><title>Webmail :: 收件匣</title></head><body class="mailbox"><div id="topline"><span class="username">{h(self.truth.alias)}@ntuh.gov.tw</span> <a class="button-logout" id="rcmbtn101" href="./?_task=logout&amp;_token={held['csrf']}">登出</a></div><ul id="mailboxlist"><li class="mailbox inbox selected"><a href="./?_task=mail&amp;_mbox=INBOX">收件匣 <span class="unreadcount">1</span></a></li><li><a href="./?_task=mail&amp;_mbox=Sent">寄件備份</a></li></ul><form name="rcmqsearchform" onsubmit="return false"><input name="_q" id="quicksearchbox"/></form><table id="messagelist"><tr><td>資訊室</td><td>歡迎使用</td></tr></table></body></html>""", headers=cookies)
        self.paint(held, "abcdefghjkmnpqrstuvwxyz23456789")
        return Response(f"""<!DOCTYPE html>
<html><head><title>Webmail :: 歡迎</title><meta http-equiv="content-type" content="text/html; charset=UTF-8"/><link rel="stylesheet" type="text/css" href="/skins/larry/styles.css"/></head>
<body><h1 class="voice">Roundcube Webmail 登入</h1><div id="login-form"><div class="box-inner"><form name="form" method="post" action="./?_task=login"><input type="hidden" name="_token" value="{held['csrf']}"/><input type="hidden" name="_task" value="login"/><input type="hidden" name="_action" value="login"/><input type="hidden" name="_timezone" id="rcmlogintz" value="_default_"/>
<table><tbody><tr><td class="title"><label for="rcmloginuser">帳號:</label></td><td class="input"><input name="_user" id="rcmloginuser" required="required" size="40" autocapitalize="off" autocomplete="off" type="text"/></td></tr><tr><td class="title"><label for="rcmloginpwd">密碼:</label></td><td class="input"><input name="_pass" id="rcmloginpwd" required="required" size="40" type="password"/></td></tr>
<tr><td class="title"><label for="rcmcap">驗證碼(小寫字母或數字):</label></td><td><input name="_captcha" id="rcmcap" autocomplete="off"/><img src="./?_task=login&amp;_action=captcha&amp;_t={held['v']}" alt="captcha"/></td></tr><tr><td></td><td><label><input type="checkbox" name="_remember" value="1"/>記住登入資訊 (公用電腦請勿勾選)</label></td></tr></tbody></table>
<p class="formbuttons"><input type="submit" id="rcmloginsubmit" class="button mainaction" value="登入"/></p></form></div><div class="box-bottom"><div id="message">{f'<div class="warning">{said}</div>' if said else ''}</div><noscript><p class="noscriptwarning">警告: 此網頁郵件服務需要啟用 Javascript</p></noscript></div></div>
<div class="bulletin"><h3>公佈欄</h3>※如無法登入，請先至下方網址變更密碼，謝謝：<br/><a href="{self.urls['account']}/">https://help.ntuh.gov.tw/</a></div></body></html>""", headers=cookies)

"""A hospital whose sites were rewritten in ASP.NET MVC 5 about 2015: Razor forms, one ticket from host to host."""

from __future__ import annotations

import html
import re
import secrets
import time
import uuid

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

FIELDS = [("EnglishLastName", "english_surname", "英文姓", "ex:Chen(陳)"), ("EnglishFirstName", "english_given", "英文首名", "ex: Yi-Fen(怡芬) (說明)"),
          ("EnglishMiddleName", "english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填"), ("OfficePhone", "office_phone", "辦公室電話", "ex:61234或23123456"),
          ("HomePhone", "home_phone", "住宅電話", "ex:0223123456"), ("CellPhone", "mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")]
MENU = {"個人管理": [("更改密碼", "ChangePassword"), ("個人簽章提醒設定", "SignRemind"), ("薪資所得免稅額申報表", "TaxForm"), ("員工待遇福利查詢", "Welfare"),
                 ("查詢員工連絡資料", "QueryContact"), ("維護個人連絡資料", "EditContact"), ("個人就醫紀錄查詢", "MedRecord"), ("行動憑證申請", "MobileCert")],
        "行政系統": [("差勤系統", "Attendance"), ("表單下載", "Forms")], "數位學習": [("數位學習網", "Elearn")], "醫療系統": [("門診系統", "Opd")]}


def enc(text: object) -> str:
    return html.escape(str(text), quote=True).replace("&#x27;", "&#39;")


def label_for(name: str, text: str, css: str = "col-md-3 control-label") -> str:
    return f'<label class="{css}" for="{name.replace(".", "_")}">{text}</label>'


def valmsg(name: str, errors: dict[str, str]) -> str:
    state = "error" if name in errors else "valid"
    return f'<span class="field-validation-{state} text-danger" data-valmsg-for="{name}" data-valmsg-replace="true">{enc(errors.get(name, ""))}</span>'


def editor(name: str, value: str, errors: dict[str, str], kind: str = "text", need: str = "", more: str = "") -> str:
    rule = f'data-val="true" data-val-required="{need}" ' if need else ""
    bad = "input-validation-error " if name in errors else ""
    return f'<input class="{bad}form-control" {rule}id="{name.replace(".", "_")}" name="{name}" type="{kind}" value="{enc(value)}" {more}/>'


def summary(errors: dict[str, str]) -> str:
    items = "".join(f"<li>{enc(e)}</li>" for k, e in errors.items() if not k)
    kind = "errors" if items else "valid"
    return f'<div class="validation-summary-{kind} text-danger" data-valmsg-summary="true"><ul>{items or chr(60) + "li style=" + chr(34) + "display:none" + chr(34) + "></li>"}</ul></div>'


class TheSite(Site):
    title = "ASP.NET MVC 5, 2015"

    def __init__(self) -> None:
        super().__init__()
        self.forgery: dict[str, str] = {}  # field -> cookie
        self.users: dict[str, str] = {}  # portal cookie -> id of the session
        self.tickets: dict[str, tuple[str, str]] = {}  # one ticket -> (session, page)
        self.guests: dict[str, str] = {}  # cookie of the inner host -> portal session
        self.temp: dict[str, str] = {}  # TempData of the inner host
        self.flows: dict[str, dict] = {}
        self.boxes: set[str] = set()
        self.pictures: dict[str, str] = {}

    # ------------------------------------------------------------ helpers of the views
    def view(self, request: Request, title: str, body: str, nav: str = "", cookies: tuple[str, ...] = ()) -> Response:
        """_Layout.cshtml; every `{{token}}` in the body becomes @Html.AntiForgeryToken()."""
        cookie_name = f"__RequestVerificationToken_{request.host}"
        cookie = request.cookies.get(cookie_name) or secrets.token_urlsafe(48)

        def one(_: re.Match) -> str:
            field = secrets.token_urlsafe(70)
            self.forgery[field] = cookie
            return f'<input name="__RequestVerificationToken" type="hidden" value="{field}" />'

        body, nav = re.sub(r"\{\{token\}\}", one, body), re.sub(r"\{\{token\}\}", one, nav)
        return Response(f"""<!DOCTYPE html>
<html><head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1.0"><title>{title} - 臺大醫院</title><link href="/Content/css?v=bxomq82-FU9mU3eDX6m-kca-a2PFEz0RK2Z7mS-QmnY1" rel="stylesheet"/><script src="/bundles/modernizr?v=wBEWDufH_8Md-Pbioxomt90vm6tJN2Pyy9u9zHtWsPo1"></script>
</head><body><div class="navbar navbar-inverse navbar-fixed-top"><div class="container"><div class="navbar-header"><a class="navbar-brand" href="/">醫療資訊系統</a></div>{nav}</div></div><div class="container body-content">
{body}
        <hr /><footer><p>&copy; 2015 - National Taiwan University Hospital 健康守護, 醫界典範</p></footer>
    </div><script src="/bundles/jquery?v=FVs3ACwOLIVInrAl5sdzR2jrCDmVOWFbZMY6g6Q0ulE1"></script><script src="/bundles/jqueryval"></script>
</body>
</html>""", headers=[("Set-Cookie", f"{cookie_name}={cookie}; path=/; HttpOnly"), *(("Set-Cookie", c) for c in cookies), ("X-AspNetMvc-Version", "5.2")])

    def genuine(self, request: Request) -> bool:
        cookie = self.forgery.pop(request.get("__RequestVerificationToken"), None)
        return bool(cookie) and cookie == request.cookies.get(f"__RequestVerificationToken_{request.host}")

    @staticmethod
    def forged() -> Response:
        return Response("<!DOCTYPE html><html><head><title>必要的防偽表單欄位 &quot;__RequestVerificationToken&quot; 不存在或已失效。</title></head><body><h1>'/' 應用程式中發生伺服器錯誤。</h1></body></html>", 500)

    def new_picture(self, letters: str, length: int) -> str:
        key = uuid.uuid4().hex
        self.pictures = {key: self.truth.new_captcha(letters, length)}
        return key

    def read_picture(self, request: Request) -> bool:
        wanted = self.pictures.pop(request.get("CaptchaDeText"), "")
        good = bool(wanted) and wanted == self.truth.captcha and request.get("CaptchaInputText").strip().lower() == wanted.lower()
        self.truth.captcha = ""
        return good

    def static(self, request: Request) -> Response | None:
        if request.path == "/favicon.ico":
            return Response("", 404)
        if request.path.startswith(("/Content/", "/bundles/")):
            return Response("", kind="text/css" if "Content" in request.path else "text/javascript")
        if request.path == "/DefaultCaptcha/Generate":
            text = self.pictures.get(request.query.get("t", ""), "")
            return Response(picture(text, "PNG"), kind="image/png") if text else Response("", 404)
        return None

    # ------------------------------------------------------------ PORTAL
    def portal(self, request: Request) -> Response:
        found = self.static(request)
        if found:
            return found
        user = self.users.get(request.cookies.get(".ASPXAUTH", ""))
        path = request.path.rstrip("/").lower()
        if path == "/account/login":
            return self.login(request)
        if not user:
            return redirect("/Account/Login?ReturnUrl=%2F")
        if path == "/account/logoff" and request.method == "POST":
            self.takes(request)
            if not self.genuine(request):
                return self.forged()
            self.close(request.cookies[".ASPXAUTH"])
            return redirect("/Account/Login", ("Set-Cookie", ".ASPXAUTH=; expires=Tue, 12-Oct-1999 00:00:00 GMT; path=/"))
        if path == "/account/signout":  # where the inner host sends its leavers
            self.close(request.cookies[".ASPXAUTH"])
            return redirect("/Account/Login")
        if path in ("", "/home", "/home/index"):
            return self.home(request)
        if path == "/home/notice":
            if request.method == "POST":
                self.takes(request)
                return redirect("/Home/Index") if self.genuine(request) else self.forged()
            return self.view(request, "重要公告", """<h2>重要公告</h2><div class="jumbotron"><p>為維護資訊安全，請同仁定期更換密碼，勿將帳號借予他人使用。</p><form action="/Home/Notice" method="post">{{token}}<input type="hidden" name="NoticeId" value="1071213" /><button type="submit" class="btn btn-primary">我知道了</button></form></div>""")
        if path.startswith("/app/go/"):
            page = {"changepassword": "ChangePassword", "editcontact": "EditContact"}.get(path[8:])
            if not page:
                return self.view(request, "訊息", '<h2>訊息</h2><p class="text-danger">您沒有使用此功能的權限。</p><a href="/Home/Index">回首頁</a>', self.nav())
            ticket = secrets.token_hex(20)
            self.tickets[ticket] = (user, page)
            return redirect(f"{self.urls['inner']}/Hr/Sso?ticket={ticket}")
        return Response("找不到資源。", 404)

    def close(self, cookie: str) -> None:
        user = self.users.pop(cookie, None)
        if user:
            self.guests = {k: v for k, v in self.guests.items() if v != user}
            self.truth.sessions.discard(f"portal:{user}")
            self.truth.counts["sign_out_portal"] += 1

    def login(self, request: Request) -> Response:
        errors: dict[str, str] = {}
        user, campus = "", ""
        if request.method == "POST":
            self.takes(request, HospitalCode="campus", EmployeeNo="employee_id", Password="portal_password", CaptchaInputText="captcha")
            if not self.genuine(request):
                return self.forged()
            seen = self.read_picture(request)
            user, campus = request.get("EmployeeNo").strip(), request.get("HospitalCode")
            if not campus:
                errors["HospitalCode"] = "請選擇院區"
            if not user:
                errors["EmployeeNo"] = "帳號 欄位是必要項。"
            if not request.get("Password"):
                errors["Password"] = "密碼 欄位是必要項。"
            if not errors and not seen:
                errors["CaptchaInputText"] = "您輸入的驗證文字與圖片不符。"
            if not errors and (user != self.truth.person.employee_id or request.get("Password") != self.truth.portal_password or campus != "NTUH"):
                errors[""] = "登入嘗試失敗，使用者名稱或密碼無效。"
            if not errors:
                cookie, session = secrets.token_hex(40).upper(), secrets.token_hex(4)
                self.users[cookie] = session
                self.truth.sessions.add(f"portal:{session}")
                self.truth.counts["sign_in"] += 1
                return redirect("/Home/Notice", ("Set-Cookie", f".ASPXAUTH={cookie}; path=/; HttpOnly"))
            self.truth.counts["sign_in_refused"] += 1
        key = self.new_picture("123456789BDFHJLNPRTVXZ", 6)
        options = "".join(f'<option {"selected=" + chr(34) + "selected" + chr(34) + " " if v == campus else ""}value="{v}">{t}</option>\n'
                          for v, t in [("", "-- 請選擇 --"), ("NTUH", "總院區"), ("BH", "北護分院"), ("HCH", "新竹臺大分院"), ("YL", "雲林分院")])
        return self.view(request, "登入", f"""<h2>登入<small>本院PORTAL系統</small></h2><div class="row"><div class="col-md-8"><section id="loginForm"><form action="/Account/Login?ReturnUrl=%2F" class="form-horizontal" method="post" role="form">{{{{token}}}}<h4>請使用員工帳號登入。</h4><hr />{summary(errors)}<div class="form-group">{label_for("HospitalCode", "院區")}<div class="col-md-9"><select class="form-control" data-val="true" data-val-required="請選擇院區" id="HospitalCode" name="HospitalCode">{options}</select>{valmsg("HospitalCode", errors)}</div></div>
<div class="form-group">{label_for("EmployeeNo", "帳號")}<div class="col-md-9">{editor("EmployeeNo", user, errors, need="帳號 欄位是必要項。")}{valmsg("EmployeeNo", errors)}</div></div><div class="form-group">{label_for("Password", "密碼")}<div class="col-md-9">{editor("Password", "", errors, "password", "密碼 欄位是必要項。")}{valmsg("Password", errors)}</div></div><div class="form-group">{label_for("CaptchaInputText", "驗證碼 (不用區分大小寫)")}<div class="col-md-9"><img id="CaptchaImage" src="/DefaultCaptcha/Generate?t={key}" /><input id="CaptchaDeText" name="CaptchaDeText" type="hidden" value="{key}" /> <a href="/Account/Login?ReturnUrl=%2F" id="refresh">重新整理</a><br />
{editor("CaptchaInputText", "", errors, need="請輸入驗證碼", more='autocomplete="off" autocorrect="off" ')}{valmsg("CaptchaInputText", errors)}</div></div>
<div class="form-group"><div class="col-md-offset-3 col-md-9"><div class="checkbox"><input data-val="true" data-val-required="必要" id="OpenInNewWindow" name="OpenInNewWindow" type="checkbox" value="true" /><input name="OpenInNewWindow" type="hidden" value="false" /><label for="OpenInNewWindow">以新視窗開啟功能</label></div></div></div><div class="form-group"><div class="col-md-offset-3 col-md-9"><input type="submit" value="登入" class="btn btn-default" /></div></div>
</form></section></div><div class="col-md-4"><h4>相關連結</h4><a href="#">數位學習</a> <a href="#">KM系統</a> <a href="#">差勤系統</a> <a href="#">表單下載</a> <a href="#">網路掛號</a></div></div>""",
                         '<form class="navbar-form navbar-right" action="/Account/Login" method="get"><input class="form-control" name="lang" type="hidden" value="en" /><button class="btn btn-link" type="submit">English</button></form>')

    def nav(self) -> str:
        groups = "".join(f'<li class="dropdown"><a href="#" class="dropdown-toggle" data-toggle="dropdown">{top} <b class="caret"></b></a><ul class="dropdown-menu">'
                         + "".join(f'<li><a href="/App/Go/{act}">{text}</a></li>' for text, act in items) + "</ul></li>" for top, items in MENU.items())
        return f"""<div class="navbar-collapse collapse"><ul class="nav navbar-nav">{groups}</ul>
<form action="/Account/LogOff" class="navbar-right" id="logoutForm" method="post">{{{{token}}}}<ul class="nav navbar-nav navbar-right"><li><a href="#" title="管理">您好, {self.truth.person.name}!</a></li><li><a href="javascript:document.getElementById('logoutForm').submit()">登出</a></li></ul></form></div>"""

    def home(self, request: Request) -> Response:
        return self.view(request, "首頁", """<h2>全院公告 <span class="badge">2</span></h2><p>總院差勤待簽 0 未核准 0 被駁回 0 / 總院Workflow待簽 0</p><table class="table table-striped"><tr><th>日期</th><th>標題</th></tr><tr><td>2019/10/21</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr><tr><td>2018/12/13</td><td>總院Portal資訊系統登入首頁改版</td></tr></table>""", self.nav())

    # ------------------------------------------------------------ the inner host
    def inner(self, request: Request) -> Response:
        found = self.static(request)
        if found:
            return found
        path = request.path.rstrip("/").lower()
        if path == "/hr/sso":
            user, page = self.tickets.pop(request.query.get("ticket", ""), ("", ""))
            if user in self.users.values():
                cookie = secrets.token_hex(24)
                self.guests[cookie] = user
                return redirect(f"/Hr/{page}", ("Set-Cookie", f"HrAuth={cookie}; path=/Hr; HttpOnly"))
        cookie = request.cookies.get("HrAuth", "")
        if cookie not in self.guests:
            return redirect(self.urls["portal"] + "/Account/Login")
        message = self.temp.pop(cookie, "")
        good = f'<div class="alert alert-success" role="alert">{message}</div>' if message else ""
        foot = f'<p><a href="{self.urls["portal"]}/Home/Index">回功能選單</a> | <a href="{self.urls["portal"]}/Account/SignOut">登出系統</a></p>'
        errors: dict[str, str] = {}
        if path == "/hr/changepassword":
            if request.method == "POST":
                self.takes(request, OldPassword="old_password", NewPassword="new_password", ConfirmPassword="new_password_again")
                if not self.genuine(request):
                    return self.forged()
                old, new, again = request.get("OldPassword"), request.get("NewPassword"), request.get("ConfirmPassword")
                if old != self.truth.portal_password:
                    errors["OldPassword"] = "目前的密碼不正確。"
                if len(new) < 8:
                    errors["NewPassword"] = "新密碼的長度至少必須為 8 個字元。"
                elif not (re.search("[A-Za-z]", new) and re.search(r"\d", new)):
                    errors["NewPassword"] = "新密碼須包含英文及數字。"
                elif new != again:
                    errors["ConfirmPassword"] = "新密碼與確認密碼不相符。"
                if not errors:
                    self.truth.portal_password = new
                    self.truth.counts["password_changed"] += 1
                    self.temp[cookie] = "您的密碼已變更，下次登入時請使用新密碼。"
                    return redirect("/Hr/ChangePassword")
                self.truth.counts["password_refused"] += 1
            rows = "".join(f'<div class="form-group">{label_for(n, t + "：")}<div class="col-md-9">{editor(n, "", errors, "password", t)}{valmsg(n, errors)}</div></div>'
                           for n, t in [("OldPassword", "請輸入舊密碼"), ("NewPassword", "請輸入新密碼"), ("ConfirmPassword", "請再輸入新密碼")])
            return self.view(request, "更改密碼", f"""<h2>更改密碼</h2>{good}<form action="/Hr/ChangePassword" class="form-horizontal" method="post">{{{{token}}}}{summary(errors)}{rows}<div class="form-group"><span class="col-md-3 control-label">密碼強度檢核：</span><div class="col-md-9"><div class="progress"><div class="progress-bar" id="strength"></div></div></div></div><p>密碼設定條件：</p><ul><li>1.密碼長度不可少於8個字元</li><li>2.密碼內容需包含英文及數字</li></ul><input type="submit" class="btn btn-default" value="變更密碼" /></form>{foot}""")
        if path == "/hr/editcontact":
            person = self.truth.person
            values = {n: self.truth.saved_contact.get(k, getattr(person, k)) for n, k, _, _ in FIELDS}
            if request.method == "POST":
                self.takes(request, **{"Contact.CellPhone": "mobile_phone"})
                if not self.genuine(request) or request.get("Contact.EmployeeNo") != person.employee_id:
                    return self.forged()
                values = {n: request.get(f"Contact.{n}", v) for n, v in values.items()}
                if not re.fullmatch(r"09\d{8}", values["CellPhone"].strip()):
                    errors["Contact.CellPhone"] = "行動電話格式錯誤。"
                for n in ("OfficePhone", "HomePhone"):
                    if not re.fullmatch(r"[\d#-]{0,20}", values[n]):
                        errors[f"Contact.{n}"] = "電話格式錯誤。"
                if not errors:
                    self.truth.saved_contact.update({k: values[n].strip() for n, k, _, _ in FIELDS if request.has(f"Contact.{n}")})
                    self.truth.counts["contact_saved"] += 1
                    self.temp[cookie] = "資料已更新，謝謝您的維護。"
                    return redirect("/Hr/EditContact")
            rows = "".join(f'<div class="form-group">{label_for("Contact." + n, t + "：")}<div class="col-md-5">{editor("Contact." + n, values[n], errors)}{valmsg("Contact." + n, errors)}</div><div class="col-md-4 help-block">{h}</div></div>\n'
                           for n, _, t, h in FIELDS)
            return self.view(request, "維護個人連絡資料", f"""<h3>台大醫院---維護個人連絡資料</h3>{good}<form action="/Hr/EditContact" class="form-horizontal" method="post">{{{{token}}}}{summary(errors)}<p class="text-right"><button type="submit" class="btn btn-primary" name="submitButton" value="Save"><span class="glyphicon glyphicon-floppy-disk"></span> 異動儲存</button></p><input id="Contact_EmployeeNo" name="Contact.EmployeeNo" type="hidden" value="{person.employee_id}" />
<div class="form-group">{label_for("EmployeeNoText", "員工編號：")}<div class="col-md-3"><input class="form-control" id="EmployeeNoText" readonly="readonly" type="text" value="{person.employee_id}" /></div>{label_for("NameText", "姓名：", "col-md-2 control-label")}<div class="col-md-3"><input class="form-control" id="NameText" disabled="disabled" type="text" value="{person.name}" /></div></div>
{rows}</form>{foot}""")
        return Response("找不到資源。", 404)

    # ------------------------------------------------------------ the account site
    def account(self, request: Request) -> Response:
        found = self.static(request)
        if found:
            return found
        path = request.path.rstrip("/").lower()
        errors: dict[str, str] = {}
        key = request.cookies.get("CloudFlow", "")
        flow = self.flows.get(key)
        if path in ("", "/home/index"):
            if request.method == "POST":
                self.takes(request, AgreeRule="consent")
                if not self.genuine(request):
                    return self.forged()
                go = request.get("go")
                if go == "vpn":
                    errors[""] = "廠商VPN展延申請請洽資訊室。"
                elif request.get("AgreeRule") != "true":
                    errors[""] = "請先詳閱規範並勾選同意。"
                elif go in ("first", "reset"):
                    key = secrets.token_hex(16)
                    self.flows[key] = {"go": go, "user": "", "code": "", "at": 0.0, "passed": False, "say": "", "phone": False}
                    return redirect("/Identity/Verify", ("Set-Cookie", f"CloudFlow={key}; path=/; HttpOnly"))
            return self.rules(request, errors)
        if not flow:
            return redirect("/")
        if path == "/identity/verify":
            return self.verify(request, flow, key)
        if path == "/identity/phone":
            return self.phone(request, flow)
        if path in ("/cloud/setup", "/cloud/reset", "/cloud/leave", "/cloud/done") and flow["passed"]:
            if path == "/cloud/leave":
                self.flows.pop(key)
                self.truth.sessions.discard(f"account:{key}")
                self.truth.counts["sign_out_account"] += 1
                return redirect("/", ("Set-Cookie", "CloudFlow=; path=/; expires=Tue, 12-Oct-1999 00:00:00 GMT"))
            if path == "/cloud/done" and self.truth.alias:
                return self.view(request, "完成", f'<h2>設定完成</h2><div class="alert alert-info">您的雲端服務帳號 <strong>{enc(self.truth.alias)}@ntuh.gov.tw</strong> 已建立，將於明日生效。</div><a class="btn btn-default" href="/Cloud/Leave">結束並登出</a>')
            if (path == "/cloud/setup") == (flow["go"] == "first"):
                return self.setup(request) if flow["go"] == "first" else self.reset(request)
        return redirect("/")

    def rules(self, request: Request, errors: dict[str, str]) -> Response:
        return self.view(request, "網路帳號服務", f"""<h2>網路帳號服務</h2><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><p>適用功能：本院雲端服務、電子郵件信箱、VPN、數位學習及院內非Portal之業務</p><div class="panel panel-default"><div class="panel-heading">《規範》</div><div class="panel-body">網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同，以確保個人資料安全。</li></ul></div></div><div class="panel panel-default"><div class="panel-heading">《常見問題與服務》</div><div class="panel-body"><p>密碼修改後多久可以生效</p><p>即時生效。</p><p>忘記密碼</p><p>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></div></div><form action="/" method="post">{{{{token}}}}{summary(errors)}
<div class="checkbox"><input data-val="true" id="AgreeRule" name="AgreeRule" type="checkbox" value="true" onclick="var b=document.getElementsByClassName('entry');for(var i=0;i&lt;b.length;i++)b[i].disabled=!this.checked" /><input name="AgreeRule" type="hidden" value="false" /> <label for="AgreeRule">我已詳閱並同意遵守上述規範</label></div><p><button class="btn btn-success entry" name="go" value="first" type="submit" disabled="disabled">啟用網路帳號及首次雲端帳號密碼設定</button><br /><small>啟用本院微軟相關服務，如：Office365, Outlook...</small></p><p><button class="btn btn-warning entry" name="go" value="reset" type="submit" disabled="disabled">重置雲端服務密碼</button><br /><small>重設非Portal帳號的密碼：Email, 無線網路, KM, TMS...註：從未使用請先【啟用網路帳號】</small></p>
<p><button class="btn btn-default" name="go" value="vpn" type="submit">總院廠商VPN展延申請</button></p></form>""")

    def verify(self, request: Request, flow: dict, key: str) -> Response:
        errors: dict[str, str] = {}
        user = flow["user"]
        if request.method == "POST":
            self.takes(request, AccountId="employee_id", OtpCode="code")
            if not self.genuine(request):
                return self.forged()
            user = request.get("AccountId").strip()
            if user != self.truth.person.employee_id:
                errors["AccountId"] = "找不到此帳號，請輸入6位數字之員工編號。"
            elif request.get("command") == "send":
                flow.update(user=user, phone=True)
                return redirect("/Identity/Phone")
            else:
                right = flow["code"] and request.get("OtpCode").strip() == flow["code"]
                if right and time.time() - flow["at"] <= 120:
                    flow.update(code="", passed=True)
                    self.truth.sessions.add(f"account:{key}")
                    self.truth.counts["code_accepted"] += 1
                    return redirect("/Cloud/Setup" if flow["go"] == "first" else "/Cloud/Reset")
                self.truth.counts["code_refused"] += 1
                errors["OtpCode"] = "動態碼已過期，請重新取得。" if right else "動態碼錯誤。"
        say, flow["say"] = flow["say"], ""
        note = f'<div class="alert alert-success"><strong>動態碼簡訊發送成功</strong><br />{say}</div>' if say else ""
        title = "啟用網路帳號及首次雲端帳號密碼設定" if flow["go"] == "first" else "重置雲端服務密碼"
        return self.view(request, "身分驗證", f"""<ol class="breadcrumb"><li><a href="/">首頁</a></li><li class="active">身分驗證</li></ol><h3>{title}</h3>{note}<div class="well"><h4>注意事項</h4><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div><form action="/Identity/Verify" class="form-horizontal" method="post">{{{{token}}}}{summary(errors)}<div class="form-group">{label_for("AccountId", "網路帳號 / 主職員工編號")}<div class="col-md-5">{editor("AccountId", user, errors, need="請輸入帳號", more='maxlength="6" ')}{valmsg("AccountId", errors)}</div><div class="col-md-4"><button type="submit" class="btn btn-info cancel" formnovalidate="formnovalidate" name="command" value="send">發送簡訊動態碼</button></div></div>
<div class="form-group">{label_for("OtpCode", "簡訊(或MOTP)動態碼")}<div class="col-md-5">{editor("OtpCode", "", errors, more='autocomplete="off" ')}{valmsg("OtpCode", errors)}</div></div><div class="form-group"><div class="col-md-offset-3 col-md-9"><button type="submit" class="btn btn-primary" name="command" value="next">下一步</button></div></div></form>""")

    def phone(self, request: Request, flow: dict) -> Response:
        errors: dict[str, str] = {}
        if not flow["phone"]:
            return redirect("/Identity/Verify")
        if request.method == "POST":
            self.takes(request, RegisteredPhone="registered_phone")
            if not self.genuine(request):
                return self.forged()
            if request.get("RegisteredPhone").strip() == self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone):
                flow.update(code=self.truth.new_message(), at=time.time(), phone=False, say="成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」")
                return redirect("/Identity/Verify")
            errors["RegisteredPhone"] = "手機門號與登記資料不一致。"
        return self.view(request, "發送動態碼", f"""<div class="panel panel-primary"><div class="panel-heading">發送簡訊動態碼</div><div class="panel-body"><form action="/Identity/Phone" method="post">{{{{token}}}}<div class="form-group">{label_for("RegisteredPhone", "請輸入帳號登記的手機門號(10碼)", "")}{editor("RegisteredPhone", "", errors, "tel", "請輸入手機門號", 'maxlength="10" ')}{valmsg("RegisteredPhone", errors)}</div><button type="submit" class="btn btn-primary">確定發送</button> <a class="btn btn-default" href="/Identity/Verify">取消</a></form></div></div>""")

    def check_cloud(self, request: Request, errors: dict[str, str]) -> str:
        new = request.get("CloudPassword")
        if len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search(r"\d", new):
            errors["CloudPassword"] = "密碼至少8碼，且須包含英文字母及數字。"
        elif new == self.truth.portal_password:
            errors["CloudPassword"] = "不可與Portal密碼相同。"
        elif new != request.get("ConfirmCloudPassword"):
            errors["ConfirmCloudPassword"] = "兩次密碼輸入不相符。"
        return new

    def setup(self, request: Request) -> Response:
        truth, person, alias = self.truth, self.truth.person, ""
        errors: dict[str, str] = {}
        if request.method == "POST":
            self.takes(request, MailAlias="alias", CloudPassword="cloud_password", ConfirmCloudPassword="cloud_password_again")
            if not self.genuine(request):
                return self.forged()
            alias = request.get("MailAlias").strip()
            if truth.alias:
                errors[""] = "此帳號已完成啟用，無法再次設定。"
            elif not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?", alias):
                errors["MailAlias"] = "電子郵件名稱僅能使用英文、數字及 . _ - ，長度限64字元內。"
            elif alias.lower() == "taken.name":
                errors["MailAlias"] = "電子郵件名稱重複，請重新命名。"
            new = self.check_cloud(request, errors)
            if not errors:
                truth.alias, truth.cloud_password = alias, new
                truth.counts["activated"] += 1
                return redirect("/Cloud/Done")
        facts = "".join(f'<div class="form-group"><label class="col-md-3 control-label">{t}</label><div class="col-md-9"><p class="form-control-static">{v}</p></div></div>' for t, v in
                        [("網路帳號 / 主職員工編號", person.employee_id), ("帳號姓名", person.name), ("主職單位", person.unit), ("有效期限", person.valid_until)])
        if truth.alias:
            rest = f'<div class="alert alert-warning">{errors.get("", "")} 帳號狀態：已啟用 (<span id="mail">{enc(truth.alias)}@ntuh.gov.tw</span>)</div><a href="/Cloud/Leave" class="btn btn-default">登出</a>'
        else:
            rest = f"""<form action="/Cloud/Setup" class="form-horizontal" method="post" autocomplete="off">{{{{token}}}}{summary(errors)}
<div class="form-group">{label_for("MailAlias", "雲端服務帳號 (電子郵件名稱)")}<div class="col-md-9"><div class="input-group">{editor("MailAlias", alias, errors, need="請輸入電子郵件名稱", more='maxlength="64" data-val-length="名稱長度限64字元內" ')}<span class="input-group-addon">@ntuh.gov.tw</span></div>名稱長度限64字元內 {valmsg("MailAlias", errors)}</div></div><div class="form-group">{label_for("CloudPassword", "雲端服務密碼")}<div class="col-md-9">{editor("CloudPassword", "", errors, "password", "請輸入密碼")}<span class="help-block">至少8碼英數字混合，請勿與Portal密碼相同</span>{valmsg("CloudPassword", errors)}</div></div>
<div class="form-group">{label_for("ConfirmCloudPassword", "再次輸入雲端服務密碼")}<div class="col-md-9">{editor("ConfirmCloudPassword", "", errors, "password", "請再次輸入密碼")}{valmsg("ConfirmCloudPassword", errors)}</div></div>
<a href="/Cloud/Leave" class="btn btn-default">取消啟用</a> <input type="submit" class="btn btn-primary" value="啟用雲端服務" /> 服務於設定完成隔日生效</form>"""
        return self.view(request, "設定密碼與郵件別名", f'<h3>設定密碼與郵件別名</h3><p>雲端服務帳號說明：</p><ol><li>雲端服務帳號為跨體系使用。</li><li>服務於設定完成隔日生效。</li></ol><div class="form-horizontal">{facts}</div>{rest}')

    def reset(self, request: Request) -> Response:
        errors: dict[str, str] = {}
        if not self.truth.alias:
            return self.view(request, "重置雲端服務密碼", '<div class="alert alert-danger">您的帳號尚未啟用，請先啟用網路帳號。</div><a href="/Cloud/Leave">登出</a>')
        if request.method == "POST":
            self.takes(request, CloudPassword="cloud_password", ConfirmCloudPassword="cloud_password_again")
            if not self.genuine(request):
                return self.forged()
            new = self.check_cloud(request, errors)
            if not errors:
                self.truth.cloud_password = new
                return self.view(request, "重置雲端服務密碼", '<div class="alert alert-info">雲端服務密碼已重新設定。</div><a href="/Cloud/Leave">登出</a>')
        rows = "".join(f'<div class="form-group">{label_for(n, t)}<div class="col-md-9">{editor(n, "", errors, "password", t)}{valmsg(n, errors)}</div></div>' for n, t in [("CloudPassword", "新的雲端服務密碼"), ("ConfirmCloudPassword", "確認新密碼")])
        return self.view(request, "重置雲端服務密碼", f'<h3>重置雲端服務密碼</h3><form action="/Cloud/Reset" class="form-horizontal" method="post">{{{{token}}}}{rows}<input type="submit" class="btn btn-primary" value="確認" /> <a href="/Cloud/Leave">登出</a></form>')

    # ------------------------------------------------------------ the webmail
    def mail(self, request: Request) -> Response:
        found = self.static(request)
        if found:
            return found
        path, key = request.path.rstrip("/").lower(), request.cookies.get("MailAuth", "")
        errors: dict[str, str] = {}
        if path == "/mailbox" and key in self.boxes:
            return self.view(request, "收件匣", f"""<h3>收件匣 (1)</h3><p>{enc(self.truth.alias)}@ntuh.gov.tw</p><table class="table"><tr><td>資訊室</td><td>雲端服務啟用通知</td></tr></table>
<form action="/Mailbox/SignOut" method="post">{{{{token}}}}<button type="submit" class="btn btn-link">登出信箱</button></form>""")
        if path == "/mailbox/signout" and request.method == "POST" and key in self.boxes:
            self.takes(request)
            if not self.genuine(request):
                return self.forged()
            self.boxes.discard(key)
            self.truth.sessions.discard(f"mail:{key}")
            self.truth.counts["sign_out_mail"] += 1
            return redirect("/")
        if path not in ("", "/signin"):
            return redirect("/")
        user = ""
        if request.method == "POST":
            self.takes(request, UserName="mail_account", UserPassword="mail_password", CaptchaInputText="captcha")
            if not self.genuine(request):
                return self.forged()
            user = request.get("UserName").strip()
            if not self.read_picture(request):
                errors["CaptchaInputText"] = "驗證碼不符，請重新輸入。"
            elif not self.truth.alias or user.lower().split("@")[0] != self.truth.alias.lower() or request.get("UserPassword") != self.truth.cloud_password:
                errors[""] = "使用者名稱或密碼不正確。"
            else:
                key = secrets.token_hex(16)
                self.boxes.add(key)
                self.truth.sessions.add(f"mail:{key}")
                self.truth.counts["mail_sign_in"] += 1
                return redirect("/Mailbox", ("Set-Cookie", f"MailAuth={key}; path=/; HttpOnly"))
        picture_key = self.new_picture("abcdefghjkmnpqrstuvwxyz23456789", 4)
        return self.view(request, "電子信箱", f"""<h3>電子信箱</h3><form action="/SignIn" class="form-horizontal" method="post">{{{{token}}}}{summary(errors)}
<div class="form-group">{label_for("UserName", "帳號:")}<div class="col-md-9">{editor("UserName", user, errors)}</div></div><div class="form-group">{label_for("UserPassword", "密碼:")}<div class="col-md-9">{editor("UserPassword", "", errors, "password")}</div></div>
<div class="form-group">{label_for("CaptchaInputText", "驗證碼(小寫字母或數字):")}<div class="col-md-9"><img src="/DefaultCaptcha/Generate?t={picture_key}" alt="captcha" /><input name="CaptchaDeText" type="hidden" value="{picture_key}" />{editor("CaptchaInputText", "", errors)}{valmsg("CaptchaInputText", errors)}</div></div>
<div class="checkbox"><label><input name="RememberMe" type="checkbox" value="true" /><input name="RememberMe" type="hidden" value="false" /> 記住登入資訊 (公用電腦請勿勾選)</label></div><input type="submit" class="btn btn-primary" value="登入" /></form><h4>公佈欄</h4><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p><p>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}">https://help.ntuh.gov.tw/</a></p>""")

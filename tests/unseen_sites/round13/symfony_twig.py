"""Symfony 6 and Twig throughout, with translations, CSRF tokens and flash bags; the mail is a Roundcube with a picture plugin."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

CAMPUS = {"ntuh": ("總院區", "Main"), "bh": ("北護分院", "BeiHu"), "js": ("金山分院", "JinShan"), "hch": ("新竹分院", "Hsinchu"), "yl": ("雲林分院", "YunLin")}
NAV = [("medical", "醫療系統", "Medical"), ("support", "醫療支援", "Support"), ("learning", "數位學習", "e-Learning"), ("security", "資訊安全", "Security")]
PERSONAL = [("password", "更改密碼", "Change password"), ("signature", "個人簽章提醒設定", "Signature reminder"), ("tax", "薪資所得免稅額申報表", "Tax exemption"),
            ("directory", "查詢員工連絡資料", "Staff directory"), ("contact", "維護個人連絡資料", "My contact details"), ("records", "個人就醫紀錄查詢", "Medical records")]
TERMS = ["使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。", "請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。",
         "請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同，以確保個人資料安全。"]


def tr(zh: str, en: str) -> str:
    return f'{zh} <small class="text-muted">{en}</small>'


class Bag(dict):
    """A session with its flash bag and its CSRF secret."""

    def __init__(self) -> None:
        super().__init__(flash=[], secret=secrets.token_hex(8))

    def token(self, name: str) -> str:
        return hashlib.sha1(f"{self['secret']}|{name}".encode()).hexdigest()[:12] + "." + base64.urlsafe_b64encode(hashlib.sha256(f"{name}{self['secret']}".encode()).digest()).decode().rstrip("=")


class TheSite(Site):
    title = "Symfony and Twig, translated, with flash bags"

    def __init__(self) -> None:
        super().__init__()
        self.bags: dict[str, Bag] = {}
        self.tickets: dict[str, tuple[str, str]] = {}
        self.signed: set[str] = set()
        self.code: tuple[str, float] | None = None

    # ------------------------------------------------------------ kernel
    def bag(self, r: Request, cookie: str) -> tuple[str, Bag, list[tuple[str, str]]]:
        key = r.cookies.get(cookie, "")
        if key in self.bags:
            return key, self.bags[key], []
        key = secrets.token_hex(13)
        self.bags[key] = Bag()
        return key, self.bags[key], [("Set-Cookie", f"{cookie}={key}; path=/; httponly; samesite=lax")]

    def twig(self, title: str, block: str, bag: Bag, set_: list[tuple[str, str]], nav: str = "", status: int = 200, foot: str = "") -> Response:
        flashes = "".join(f'<div class="alert alert-{kind} alert-dismissible fade show" role="alert">{text}<button type="button" class="btn-close" data-bs-dismiss="alert" aria-label="Close"></button></div>\n'
                          for kind, text in bag["flash"])
        bag["flash"] = []
        return Response(f"""<!DOCTYPE html>
<html lang="zh-TW">
    <head>
        <meta charset="UTF-8">
        <title>{title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1, shrink-to-fit=no">
        <link rel="stylesheet" href="/build/app.3e8f1a.css"><script src="/build/runtime.js" defer></script>
    </head>
    <body>
        {nav}
        <main class="container py-4">
            {flashes}{block}
        </main>
        <footer class="text-center small">© 資訊室 IT Office · <a href="?_locale=en">English</a> · app.footer.version</footer>
        {foot}
    </body>
</html>""", status, headers=set_)

    @staticmethod
    def row(form: str, name: str, zh: str, en: str, attr: str = "", error: str = "", helper: str = "", kind: str = "text") -> str:
        parts = name.split(".")
        fid, fname = "_".join([form, *parts]), form + "".join(f"[{x}]" for x in parts)
        bad = (f'<div class="invalid-feedback d-block"><span class="form-error-icon badge bg-danger text-uppercase">錯誤</span> <span class="form-error-message">{error}</span></div>' if error else "")
        return (f'<div class="mb-3"><label for="{fid}" class="form-label required">{tr(zh, en)}</label>{bad}'
                f'<input type="{kind}" id="{fid}" name="{fname}" class="form-control{" is-invalid" if error else ""}" {attr}>'
                + (f'<div id="{fid}_help" class="form-text help-text">{helper}</div>' if helper else "") + "</div>\n")

    @staticmethod
    def csrf(bag: Bag, form: str) -> str:
        return f'<input type="hidden" id="{form}__token" name="{form}[_token]" data-controller="csrf-protection" value="{bag.token(form)}">'

    CSRF_BAD = "CSRF 憑證無效，請重新送出表單。 <small>The CSRF token is invalid.</small>"

    def navbar(self, home: str, out: str, search: str = "") -> str:
        p = self.truth.person
        return f"""<nav class="navbar navbar-expand-lg navbar-dark bg-primary"><a class="navbar-brand" href="{home}"><i class="fas fa-hospital"></i> NTUH Portal</a>
<ul class="navbar-nav">{''.join(f'<li class="nav-item"><a class="nav-link" href="{home}#{k}">{zh} <small>{en}</small></a></li>' for k, zh, en in NAV)}</ul>
<form class="d-flex" role="search" action="{home}"><input class="form-control" type="search" name="q" placeholder="搜尋 Search"></form>{search}
<div class="dropdown ms-auto"><a class="btn btn-primary dropdown-toggle" href="#" role="button" data-bs-toggle="dropdown" aria-expanded="false"><i class="fas fa-user-circle"></i> {escape(p.name)}</a>
<ul class="dropdown-menu dropdown-menu-end"><li><h6 class="dropdown-header">{p.employee_id}</h6></li><li><a class="dropdown-item" href="{home}">{tr('回功能選單', 'Menu')}</a></li>
<li><hr class="dropdown-divider"></li><li><a class="dropdown-item" href="{out}"><i class="fas fa-sign-out-alt"></i> {tr('登出系統', 'Sign out')}</a></li></ul></div></nav>"""

    # ------------------------------------------------------------ portal
    def portal(self, r: Request) -> Response:
        t, p = self.truth, self.truth.person
        key, bag, set_ = self.bag(r, "PORTALSESS")
        path = r.path.rstrip("/")
        if path in ("", "/zh_TW"):
            return redirect("/zh_TW/login")
        if path == "/zh_TW/login":
            if key in self.signed:
                return redirect("/zh_TW/dashboard")
            if r.method == "POST":
                self.takes(r, campus="campus", _username="employee_id", _password="portal_password", captcha="captcha")
                want, bag["phrase"] = bag.get("phrase", ""), ""
                error = ""
                if r.get("_csrf_token") != bag.token("authenticate"):
                    error = self.CSRF_BAD
                elif r.get("campus") not in CAMPUS:
                    error = "請選擇院區。"
                elif not want or want != t.captcha or r.get("captcha").strip().upper() != want:
                    error = "圖片中的文字不吻合。 <small>Bad code value</small>"
                elif r.get("campus") != "ntuh" or r.get("_username").strip() != p.employee_id or r.get("_password") != t.portal_password:
                    error = "無效的憑證。 <small>Invalid credentials.</small>"
                if error:
                    t.counts["sign_in_refused"] += 1
                    bag["error"], bag["last"] = error, r.get("_username")
                    return redirect("/zh_TW/login", *set_)
                del self.bags[key]
                key, fresh = secrets.token_hex(13), Bag()
                self.bags[key] = fresh
                fresh["flash"].append(("info", f"{escape(p.name)} 您好! <small>Welcome back</small>"))
                self.signed.add(key)
                t.sessions.add("portal:" + key)
                t.counts["sign_in"] += 1
                return redirect("/zh_TW/dashboard", ("Set-Cookie", f"PORTALSESS={key}; path=/; httponly; samesite=lax"))
            bag["phrase"] = t.new_captcha()
            error, last = bag.pop("error", ""), bag.pop("last", "")
            img = base64.b64encode(picture(bag["phrase"], "JPEG", (130, 40))).decode()
            opts = "".join(f'<option value="{k}"{" selected" if k == "ntuh" else ""}>{zh} {en}</option>' for k, (zh, en) in CAMPUS.items())
            return self.twig("登入 Portal", f"""<div class="row justify-content-center"><div class="col-md-5"><form method="post">
{f'<div class="alert alert-danger">{error}</div>' if error else ''}
<h1 class="h3 mb-3">醫療資訊系統 <small class="text-muted">National Taiwan University Hospital</small></h1>
<label for="inputCampus">{tr('院區', 'Campus')}</label><select class="form-select" name="campus" id="inputCampus">{opts}</select>
<label for="inputUsername">{tr('帳號', 'Account')}</label><input type="text" value="{escape(last)}" name="_username" id="inputUsername" class="form-control" autocomplete="username" required autofocus>
<label for="inputPassword">{tr('密碼', 'Password')}</label><input type="password" name="_password" id="inputPassword" class="form-control" autocomplete="current-password" required>
<label for="captcha">{tr('驗證碼', 'Captcha')}</label><img class="captcha_image" id="image_captcha" src="data:image/jpeg;base64,{img}" alt="captcha" title="captcha" width="130" height="40">
<input type="text" id="captcha" name="captcha" class="form-control" autocomplete="off" required><div class="form-text">不用區分大小寫 Case insensitive</div>
<input type="hidden" name="_csrf_token" value="{bag.token('authenticate')}">
<button class="btn btn-lg btn-primary w-100" type="submit"><i class="fas fa-sign-in-alt"></i> {tr('登入', 'Sign in')}</button>
</form></div></div>""", bag, set_)
        if key not in self.signed:
            return redirect("/zh_TW/login", *set_)
        out = f"/zh_TW/logout?_csrf_token={bag.token('logout')}"
        if path == "/zh_TW/logout":
            if r.query.get("_csrf_token") != bag.token("logout"):
                return Response("Invalid CSRF token.", 403)
            self.bye(key)
            return redirect("/zh_TW/login", ("Set-Cookie", "PORTALSESS=deleted; expires=Thu, 01-Jan-1970 00:00:01 GMT; Max-Age=0; path=/"))
        if path.startswith("/zh_TW/go/"):
            page = path.rsplit("/", 1)[1]
            if page not in ("password", "contact"):
                bag["flash"].append(("warning", "您沒有存取此功能的權限。 <small>Access denied.</small>"))
                return redirect("/zh_TW/dashboard")
            ticket = "ST-" + secrets.token_urlsafe(18)
            self.tickets[ticket] = (key, page)
            return redirect(f"{self.urls['inner']}/sso/consume?ticket={ticket}")
        if path == "/zh_TW/dashboard":
            cards = "".join(f'<div class="col-md-4"><div class="card mb-3"><div class="card-body"><h5 class="card-title">{zh}</h5><p class="card-text small text-muted">{en}</p>'
                            f'<a href="/zh_TW/go/{k}" class="stretched-link" title="{zh}"></a></div></div></div>' if k not in ("password", "contact") else
                            f'<div class="col-md-4"><div class="card mb-3"><div class="card-body"><h5 class="card-title"><a href="/zh_TW/go/{k}" class="stretched-link">{zh}</a></h5>'
                            f'<p class="card-text small text-muted">{en}</p></div></div></div>' for k, zh, en in PERSONAL)
            return self.twig("功能選單", f'<h2>{tr("個人管理", "Personal")}</h2><div class="row">{cards}</div><h4>{tr("全院公告", "Announcements")}</h4>'
                             '<ul class="list-group"><li class="list-group-item">2018/12/13 總院Portal資訊系統登入首頁改版</li></ul>', bag, set_, self.navbar("/zh_TW/dashboard", out))
        return Response("<h1>Oops! An Error Occurred</h1><h2>The server returned a \"404 Not Found\".</h2>", 404)

    def bye(self, key: str) -> None:
        if key in self.signed:
            self.signed.discard(key)
            self.truth.sessions.discard("portal:" + key)
            self.truth.counts["sign_out_portal"] += 1
            self.bags.pop(key, None)

    # ------------------------------------------------------------ inner
    def inner(self, r: Request) -> Response:
        t, p, path = self.truth, self.truth.person, r.path
        if path == "/sso/consume":
            key, page = self.tickets.pop(r.query.get("ticket", ""), ("", ""))
            if key not in self.signed:
                return redirect(self.urls["portal"] + "/zh_TW/login")
            mine = secrets.token_hex(13)
            self.bags[mine] = Bag()
            self.bags[mine]["portal"] = key
            return redirect(f"/zh_TW/me/{page}", ("Set-Cookie", f"HRSESS={mine}; path=/; httponly; samesite=lax"))
        key, bag, set_ = self.bag(r, "HRSESS")
        if r.method == "POST":
            self.takes(r, **{"change_password[current]": "old_password", "change_password[plain][first]": "new_password", "change_password[plain][second]": "new_password_again", "contact[mobile]": "mobile_phone"})
        if bag.get("portal") not in self.signed:
            return redirect(self.urls["portal"] + "/zh_TW/login")
        if path == "/logout":
            if r.query.get("_csrf_token") != bag.token("logout"):
                return Response("Invalid CSRF token.", 403)
            self.bye(bag["portal"])
            return redirect(self.urls["portal"] + "/zh_TW/login", ("Set-Cookie", "HRSESS=deleted; Max-Age=0; path=/"))
        home = self.urls["portal"] + "/zh_TW/dashboard"
        nav = self.navbar(home, f"/logout?_csrf_token={bag.token('logout')}")
        crumb = f'<nav aria-label="breadcrumb"><ol class="breadcrumb"><li class="breadcrumb-item"><a href="{home}">{tr("回功能選單", "Menu")}</a></li><li class="breadcrumb-item active">%s</li></ol></nav>'
        err: dict[str, str] = {}
        if path == "/zh_TW/me/password":
            if r.method == "POST":
                new = r.get("change_password[plain][first]")
                if r.get("change_password[_token]") != bag.token("change_password"):
                    err[""] = self.CSRF_BAD
                elif r.get("change_password[current]") != t.portal_password:
                    err["current"] = "這個值應該是使用者目前的密碼。"
                elif new != r.get("change_password[plain][second]"):
                    err["first"] = "兩次輸入的密碼必須相符。"
                elif len(new) < 8:
                    err["first"] = "這個值太短了，應該至少有 8 個字元。"
                elif not re.search("[A-Za-z]", new) or not re.search(r"\d", new):
                    err["first"] = "密碼需同時包含英文及數字。"
                if err:
                    t.counts["password_refused"] += 1
                else:
                    t.portal_password = new
                    t.counts["password_changed"] += 1
                    bag["flash"].append(("success", "您的密碼已更新。 <small>Your password has been updated.</small>"))
                    return redirect("/zh_TW/me/password", status=303)
            f = "change_password"
            return self.twig("更改密碼", f"""{crumb % '更改密碼'}<h2>{tr('更改密碼', 'Change password')}</h2>{f'<div class="alert alert-danger">{err[""]}</div>' if '' in err else ''}
<form name="{f}" method="post"><div id="{f}">{self.row(f, 'current', '請輸入舊密碼', 'Current password', 'required autocomplete="off"', err.get('current', ''), kind='password')}
{self.row(f, 'plain.first', '請輸入新密碼', 'New password', 'required', err.get('first', ''), '1.密碼長度不可少於8個字元 2.密碼內容需包含英文及數字', 'password')}
{self.row(f, 'plain.second', '請再輸入新密碼', 'Repeat new password', 'required', kind='password')}<div>密碼強度檢核 <meter min="0" max="4" value="0"></meter></div>
<div class="mb-3"><button type="submit" id="{f}_save" name="{f}[save]" class="btn btn-success"><i class="fas fa-key"></i> {tr('更改密碼', 'Save')}</button></div>{self.csrf(bag, f)}</div></form>""", bag, set_, nav, 422 if err else 200)
        if path == "/zh_TW/me/contact":
            keys = {"surname": "english_surname", "givenName": "english_given", "middleName": "english_middle", "officePhone": "office_phone", "homePhone": "home_phone", "mobile": "mobile_phone"}
            vals = {k: t.saved_contact.get(m, getattr(p, m)) for k, m in keys.items()}
            if r.method == "POST":
                vals = {k: r.get(f"contact[{k}]").strip() for k in keys}
                if r.get("contact[_token]") != bag.token("contact") or any(not r.has(f"contact[{k}]") for k in keys):
                    err[""] = self.CSRF_BAD
                elif not vals["surname"]:
                    err["surname"] = "該變數不應為空白。"
                elif not re.fullmatch(r"09\d{8}", vals["mobile"]):
                    err["mobile"] = "這個值無效，請輸入 10 碼手機號碼。"
                if not err:
                    t.saved_contact = {m: vals[k] for k, m in keys.items()}
                    t.counts["contact_saved"] += 1
                    bag["flash"].append(("success", "連絡資料已儲存！ <small>Changes saved!</small>"))
                    return redirect("/zh_TW/me/contact", status=303)
            f = "contact"

            def field(k: str, zh: str, en: str, tip: str) -> str:
                return self.row(f, k, zh, en, f'value="{escape(vals[k])}" maxlength="40"', err.get(k, ""), tip)
            return self.twig("維護個人連絡資料", f"""{crumb % '維護個人連絡資料'}<h2>台大醫院---維護個人連絡資料</h2>{f'<div class="alert alert-danger">{err[""]}</div>' if '' in err else ''}
<dl class="row"><dt class="col-2">{tr('員工編號', 'ID')}</dt><dd class="col-4">{p.employee_id}</dd><dt class="col-2">{tr('姓名', 'Name')}</dt><dd class="col-4">{escape(p.name)}</dd></dl>
<form name="{f}" method="post" novalidate="novalidate">{field('surname', '英文姓', 'Surname', 'ex:Chen(陳)')}{field('givenName', '英文首名', 'Given name', 'ex: Yi-Fen(怡芬)')}{field('middleName', '英文中名', 'Middle name', 'ex:Mary 為英文別名，如無，可不填')}
{field('officePhone', '辦公室電話', 'Office', 'ex:61234或23123456')}{field('homePhone', '住宅電話', 'Home', 'ex:0223123456')}{field('mobile', '行動電話', 'Mobile', 'ex:0952000000 (如離職或更換門號，請記得調整此欄位)')}
{self.csrf(bag, f)}<button type="submit" class="btn btn-primary"><i class="fas fa-save"></i> {tr('異動儲存', 'Save changes')}</button></form>""", bag, set_, nav, 422 if err else 200)
        return Response("<h1>Oops! An Error Occurred</h1>", 404)

    # ------------------------------------------------------------ account
    def account(self, r: Request) -> Response:
        t, p, path = self.truth, self.truth.person, r.path
        key, bag, set_ = self.bag(r, "NETIDSESS")
        if r.method == "POST":
            self.takes(r, **{"regulation[agree]": "consent", "otp[account]": "employee_id", "otp[phone]": "registered_phone", "otp[code]": "code", "activation[mailName]": "alias",
                             "activation[password][first]": "cloud_password", "activation[password][second]": "cloud_password_again", "reset[password][first]": "cloud_password", "reset[password][second]": "cloud_password_again"})
        titles = {"activate": ("啟用網路帳號及首次雲端帳號密碼設定", "Activate network account"), "reset": ("重置雲端服務密碼", "Reset cloud password")}
        if path == "/":
            if r.method == "POST":
                goal = "activate" if r.has("regulation[activate]") else "reset"
                if r.get("regulation[_token]") == bag.token("regulation") and r.get("regulation[agree]") == "1":
                    bag["goal"], bag["emp"] = goal, ""
                    return redirect("/otp", *set_, status=303)
                bag["flash"].append(("danger", "請先勾選同意規範。 <small>Please agree first.</small>"))
            terms = "".join(f"<li>{x}</li>" for x in TERMS)
            return self.twig("網路帳號服務", f"""<h1>{tr('網路帳號服務', 'NetID')}</h1><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<div class="accordion"><div class="accordion-item"><h2 class="accordion-header"><button class="accordion-button" type="button" data-bs-toggle="collapse">《規範》 Regulations</button></h2>
<div class="accordion-collapse collapse show"><div class="accordion-body">網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<ul>{terms}</ul></div></div></div>
<div class="accordion-item"><h2 class="accordion-header"><button class="accordion-button collapsed" type="button" data-bs-toggle="collapse">《常見問題與服務》 FAQ</button></h2>
<div class="accordion-collapse collapse"><div class="accordion-body">密碼修改後多久可以生效：即時生效。</div></div></div></div>
<form name="regulation" method="post" class="mt-3"><div class="form-check"><input type="checkbox" id="regulation_agree" name="regulation[agree]" required class="form-check-input" value="1" onchange="document.querySelectorAll('.needs-agree').forEach(b=>b.disabled=!this.checked)">
<label class="form-check-label required" for="regulation_agree">{tr('我已詳閱並同意上述規範', 'I have read and agree')}</label></div>
<div class="d-grid gap-2"><button type="submit" id="regulation_activate" name="regulation[activate]" class="needs-agree btn btn-primary" disabled>{tr(*titles['activate'])}</button>
<button type="submit" id="regulation_reset" name="regulation[reset]" class="needs-agree btn btn-outline-secondary" disabled>{tr(*titles['reset'])}</button></div>{self.csrf(bag, 'regulation')}</form>""", bag, set_)
        goal = bag.get("goal")
        if not goal:
            return redirect("/", *set_)
        if path in ("/otp", "/otp/send"):
            err: dict[str, str] = {}
            if r.method == "POST":
                emp = bag["emp"] = r.get("otp[account]").strip()
                if r.get("otp[_token]") != bag.token("otp"):
                    bag["flash"].append(("danger", self.CSRF_BAD))
                elif emp != p.employee_id:
                    err["account"] = "查無此帳號。"
                    if path == "/otp":
                        t.counts["code_refused"] += 1
                elif path == "/otp/send":
                    if r.get("otp[phone]").strip() in (p.mobile_phone, t.saved_contact.get("mobile_phone")):
                        self.code = (t.new_message(), time.time())
                        bag["sent"] = True
                        bag["flash"].append(("success", "<strong>動態碼簡訊發送成功</strong><br>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"))
                    else:
                        bag["flash"].append(("danger", "門號與登記資料不一致，未發送簡訊。 <small>Phone mismatch.</small>"))
                    return redirect("/otp", status=303)
                elif not bag.get("sent") or not self.code or self.code[0] != r.get("otp[code]").strip():
                    t.counts["code_refused"] += 1
                    err["code"] = "動態碼無效。"
                elif time.time() - self.code[1] > 120:
                    t.counts["code_refused"] += 1
                    err["code"] = "動態碼已過期，請重新發送。"
                else:
                    self.code, bag["sent"], bag["ok"] = None, False, goal
                    t.counts["code_accepted"] += 1
                    t.sessions.add("account:" + key)
                    return redirect("/activation" if goal == "activate" else "/reset", status=303)
            modal = """<div class="modal fade" id="smsModal" tabindex="-1" aria-hidden="true"><div class="modal-dialog"><div class="modal-content"><div class="modal-header"><h5 class="modal-title">簡訊動態碼 <small>SMS code</small></h5></div>
<div class="modal-body"><label for="otp_phone">請輸入帳號登記的手機門號(10碼) <small class="text-muted">Registered mobile</small></label><input type="tel" id="otp_phone" name="otp[phone]" form="otp_form" maxlength="10" class="form-control"></div>
<div class="modal-footer"><button type="submit" class="btn btn-primary" form="otp_form" formaction="/otp/send" formnovalidate>確定發送 <small>Send</small></button>
<button type="button" class="btn btn-secondary" data-bs-dismiss="modal">取消 <small>Cancel</small></button></div></div></div></div>"""
            return self.twig(titles[goal][0], f"""<h2>{tr(*titles[goal])}</h2><div class="card mb-3"><div class="card-header">{tr('注意事項', 'Notes')}</div><div class="card-body"><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li>
<li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div></div>
<form name="otp" id="otp_form" method="post" action="/otp">{self.row('otp', 'account', '網路帳號 / 主職員工編號', 'Employee ID', f'value="{escape(bag.get("emp", ""))}" maxlength="6"', err.get('account', ''))}
<button type="button" class="btn btn-info mb-3" data-bs-toggle="modal" data-bs-target="#smsModal"><i class="fas fa-sms"></i> {tr('發送簡訊動態碼', 'Send code')}</button>
{self.row('otp', 'code', '簡訊(或MOTP)動態碼', 'One-time code', 'maxlength="6" autocomplete="one-time-code"', err.get('code', ''))}{self.csrf(bag, 'otp')}
<button type="submit" id="otp_next" name="otp[next]" class="btn btn-primary">{tr('下一步', 'Next')}</button></form>""", bag, set_, status=422 if err else 200, foot=modal)
        if bag.get("ok") != goal:
            return redirect("/otp")
        leave = f"/leave?_csrf_token={bag.token('leave')}"
        nav = (f'<nav class="navbar bg-light"><span class="navbar-brand">NetID</span><div class="dropdown"><a class="btn dropdown-toggle" href="#" data-bs-toggle="dropdown">{p.employee_id}</a>'
               f'<ul class="dropdown-menu"><li><a class="dropdown-item" href="{leave}">{tr("登出", "Sign out")}</a></li></ul></div></nav>')
        if path == "/leave":
            if r.query.get("_csrf_token") != bag.token("leave"):
                return Response("Invalid CSRF token.", 403)
            return self.drop(key)
        form = "activation" if goal == "activate" else "reset"
        one, two = r.get(f"{form}[password][first]"), r.get(f"{form}[password][second]")
        bad: dict[str, str] = {}
        if r.method == "POST":
            if r.get(f"{form}[_token]") != bag.token(form):
                bag["flash"].append(("danger", self.CSRF_BAD))
                return redirect("/" + form, status=303)
            if r.has("activation[cancel]"):
                return self.drop(key)
            if form == "reset" and not t.alias:
                bad["first"] = "此帳號尚未啟用，請先執行啟用。"
            elif form == "activation" and t.alias:
                bag["flash"].append(("danger", "不可重複啟用。 <small>Already active.</small>"))
                return redirect("/activation", status=303)
            elif one != two:
                bad["first"] = "兩次輸入的密碼必須相符。"
            elif len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search(r"\d", one):
                bad["first"] = "密碼強度不足：至少 8 個字元並包含英文及數字。"
        pair = (self.row(form, "password.first", "雲端服務密碼", "Cloud password", "required", bad.get("first", ""), "至少 8 個字元，包含英文及數字", "password")
                + self.row(form, "password.second", "再次輸入雲端服務密碼", "Repeat", "required", kind="password"))
        if path == "/reset" and goal == "reset":
            if r.method == "POST" and not bad:
                t.cloud_password = one
                bag["flash"].append(("success", "雲端服務密碼已重新設定，即時生效。 <small>Done.</small>"))
                return redirect("/reset", status=303)
            return self.twig("重置雲端服務密碼", f"""<h2>{tr(*titles['reset'])}</h2><form name="reset" method="post">{pair}{self.csrf(bag, 'reset')}<button type="submit" class="btn btn-primary">{tr('儲存', 'Save')}</button></form>""",
                             bag, set_, nav, 422 if bad else 200)
        if path != "/activation" or goal != "activate":
            return Response("<h1>Oops! An Error Occurred</h1>", 404)
        name = r.get("activation[mailName]").strip()
        if r.method == "POST":
            if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", name):
                bad["name"] = "名稱含有不允許的字元或長度不符。"
            elif name.lower() == "taken.name":
                bad["name"] = "這個值已經被使用。 <small>This value is already used.</small>"
            if not bad:
                t.alias, t.cloud_password = name, one
                t.counts["activated"] += 1
                bag["flash"].append(("success", "啟用申請已受理，隔日生效。 <small>Your cloud account has been enabled.</small>"))
                return redirect("/activation", status=303)
        facts = (f'<dl class="row"><dt>{tr("網路帳號 / 主職員工編號", "Employee ID")}</dt><dd>{p.employee_id}</dd><dt>{tr("帳號姓名", "Name")}</dt><dd>{escape(p.name)}</dd>'
                 f'<dt>{tr("主職單位", "Unit")}</dt><dd>{p.unit}</dd><dt>{tr("有效期限", "Valid until")}</dt><dd>{p.valid_until}</dd></dl>')
        if t.alias:
            return self.twig("設定密碼與郵件別名", f"""<h2>{tr('設定密碼與郵件別名', 'Password and mail alias')}</h2>{facts}<div class="card border-success"><div class="card-body"><span class="badge bg-success">使用中 Active</span>
{tr('雲端服務帳號 (電子郵件名稱)', 'Mail name')} <strong>{escape(t.alias)}@ntuh.gov.tw</strong></div></div>""", bag, set_, nav)
        berr = f'<div class="invalid-feedback d-block"><span class="form-error-message">{bad["name"]}</span></div>' if "name" in bad else ""
        return self.twig("設定密碼與郵件別名", f"""<h2>{tr('設定密碼與郵件別名', 'Password and mail alias')}</h2><p>雲端服務帳號說明：<br>1. 雲端服務帳號為跨體系使用。<br>2. 服務於設定完成隔日生效。</p>{facts}
<form name="activation" method="post"><div class="mb-3"><label class="form-label required" for="activation_mailName">{tr('雲端服務帳號 (電子郵件名稱)', 'Mail name')}</label>
<div class="input-group"><input type="text" id="activation_mailName" name="activation[mailName]" maxlength="64" class="form-control" value="{escape(name)}"><span class="input-group-text">@ntuh.gov.tw</span></div>{berr}
<div class="form-text">名稱長度限64字元內</div></div>{pair}{self.csrf(bag, 'activation')}
<button type="submit" id="activation_cancel" name="activation[cancel]" class="btn btn-secondary" formnovalidate="formnovalidate">{tr('取消啟用', 'Cancel')}</button>
<button type="submit" id="activation_save" name="activation[save]" class="btn btn-primary">{tr('啟用雲端服務', 'Enable')}</button> <span class="small">服務於設定完成隔日生效</span></form>""", bag, set_, nav, 422 if bad else 200)

    def drop(self, key: str) -> Response:
        self.bags.pop(key, None)
        self.truth.sessions.discard("account:" + key)
        self.truth.counts["sign_out_account"] += 1
        return redirect("/", ("Set-Cookie", "NETIDSESS=deleted; Max-Age=0; path=/"))

    # ------------------------------------------------------------ roundcube
    def mail(self, r: Request) -> Response:
        t, task = self.truth, r.query.get("_task", "")
        if r.path == "/plugins/captcha/image.php":
            return Response(picture(t.captcha or "-", "PNG", (110, 34)), kind="image/png")
        if r.path != "/":
            return redirect("/")
        key, bag, set_ = self.bag(r, "roundcube_sessid")
        if bag.get("user"):
            tok = bag.token("rc")
            if task == "logout":
                if r.query.get("_token") != tok:
                    return redirect("/?_task=mail")
                del self.bags[key]
                t.sessions.discard("mail:" + key)
                t.counts["sign_out_mail"] += 1
                return redirect("/", ("Set-Cookie", "roundcube_sessid=-del-; Max-Age=0; path=/"))
            return Response(f"""<!DOCTYPE html><html lang="zh-TW"><head><title>Roundcube Webmail :: 收件匣</title></head><body class="task-mail"><div id="taskmenu" role="navigation"><a class="compose" href="./?_task=mail&amp;_action=compose">撰寫</a>
<a class="mail selected" href="./?_task=mail">郵件</a> <a class="logout" href="./?_task=logout&amp;_token={tok}"><span class="inner">登出</span></a></div><div class="header-title username">{escape(t.alias)}@ntuh.gov.tw</div>
<ul id="mailboxlist"><li class="mailbox inbox selected">收件匣</li><li>草稿匣</li></ul><table id="messagelist"><tr><td>資訊室 歡迎使用</td></tr></table></body></html>""")
        warn = ""
        if r.method == "POST":
            self.takes(r, _user="mail_account", _pass="mail_password", _captcha="captcha", _remember="")
            word, bag["word"] = bag.get("word", ""), ""
            if r.get("_token") != bag.token("rc") or r.get("_action") != "login":
                warn = "您的連線階段無效或已過期。"
            elif not word or word != t.captcha or r.get("_captcha").strip() != word:
                warn = "圖形驗證失敗。"
            elif not t.alias or r.get("_user").strip().lower().split("@")[0] != t.alias.lower() or r.get("_pass") != t.cloud_password:
                warn = "登入失敗。"
            else:
                del self.bags[key]
                key = secrets.token_hex(13)
                self.bags[key] = Bag()
                self.bags[key]["user"] = t.alias
                t.sessions.add("mail:" + key)
                t.counts["mail_sign_in"] += 1
                return redirect("./?_task=mail&_token=" + self.bags[key].token("rc"), ("Set-Cookie", f"roundcube_sessid={key}; path=/; HttpOnly"))
        bag["word"] = t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5)
        note = f'<script>rcmail.display_message("{warn}","warning",0);</script>' if warn else ""
        return Response(f"""<!DOCTYPE html><html lang="zh-TW"><head><title>本院電子信系統 :: 歡迎使用</title><script>var rcmail={{display_message:function(m){{window.addEventListener('load',function(){{document.getElementById('messagestack').textContent=m;}});}}}};</script></head>
<body class="task-login"><div id="layout-content"><div id="messagestack"></div><form id="login-form" name="login-form" method="post" class="propform" action="./?_task=login">
<input type="hidden" name="_token" value="{bag.token('rc')}"><input type="hidden" name="_task" value="login"><input type="hidden" name="_action" value="login"><input type="hidden" name="_timezone" id="rcmlogintz" value="_default_"><input type="hidden" name="_url" id="rcmloginurl" value="">
<table><tbody><tr><td class="title"><label for="rcmloginuser">帳號:</label></td><td class="input"><input name="_user" id="rcmloginuser" required size="40" autocapitalize="none" type="text"></td></tr>
<tr><td class="title"><label for="rcmloginpwd">密碼:</label></td><td class="input"><input name="_pass" id="rcmloginpwd" required size="40" type="password"></td></tr>
<tr><td class="title"><label for="rcmcaptcha">驗證碼(小寫字母或數字):</label></td><td><img src="plugins/captcha/image.php?_={secrets.token_hex(3)}" alt=""><input name="_captcha" id="rcmcaptcha" size="8" autocomplete="off" type="text"></td></tr>
<tr><td></td><td><label><input type="checkbox" name="_remember" value="1">記住登入資訊 (公用電腦請勿勾選)</label></td></tr></tbody></table>
<p class="formbuttons"><button type="submit" id="rcmloginsubmit" class="button mainaction submit">登入</button></p></form>
<div class="boxcontent"><h3>公佈欄</h3>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<br>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="https://help.ntuh.gov.tw/">https://help.ntuh.gov.tw/</a></div></div>{note}</body></html>""", headers=set_)

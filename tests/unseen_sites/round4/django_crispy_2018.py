"""A hospital whose sites were rewritten in Django 2.0 with crispy forms and Bootstrap 4."""

from __future__ import annotations

import html
import re
import secrets
import time
from urllib.parse import quote

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

CAMPUSES = [("", "---------"), ("T0", "總院區"), ("T2", "北護分院"), ("T4", "新竹分院"), ("Y0", "雲林分院")]
LEVELS = {"success": "check-circle", "danger": "exclamation-triangle", "info": "info-circle", "warning": "bell"}


def esc(text: str) -> str:
    return html.escape(text, quote=True)


class TheSite(Site):
    title = "django crispy 2018"

    def __init__(self) -> None:
        super().__init__()
        self.store: dict[str, dict] = {}
        self.captcha_key = ""

    # ------------------------------------------------------------ middleware
    def _session(self, r: Request, prefix: str) -> dict:
        key = r.cookies.get(prefix + "_sessionid", "")
        if key not in self.store or not self.store[key]["site"] == prefix:
            key = secrets.token_hex(16)
            self.store[key] = {"site": prefix, "key": key, "csrf": secrets.token_urlsafe(48), "messages": [], "new": True}
        return self.store[key]

    def _out(self, s: dict, answer: Response) -> Response:
        if s.pop("new", False):
            answer.headers.append(("Set-Cookie", f"{s['site']}_sessionid={s['key']}; HttpOnly; Path=/; SameSite=Lax"))
            answer.headers.append(("Set-Cookie", f"{s['site']}_csrftoken={s['csrf']}; Path=/; SameSite=Lax"))
        answer.headers.append(("X-Frame-Options", "SAMEORIGIN"))
        return answer

    def _bad_token(self, r: Request, s: dict) -> Response | None:
        if r.method == "POST" and (r.get("csrfmiddlewaretoken") != s["csrf"] or r.cookies.get(s["site"] + "_csrftoken") != s["csrf"]):
            return Response("<!DOCTYPE html><html><head><title>403 Forbidden</title></head><body><h1>Forbidden <span>(403)</span></h1>"
                            "<p>CSRF verification failed. Request aborted. 請重新整理頁面後再試。</p></body></html>", 403)
        return None

    def _missing(self) -> Response:
        return Response("<h1>Not Found</h1><p>The requested URL was not found on this server.</p>", 404)

    # ------------------------------------------------------------ templates
    def _page(self, s: dict, heading: str, crumbs: list[tuple[str, str]], body: str, nav: str = "", brand: str = "") -> Response:
        notes = "".join(
            f'<div class="alert alert-{level} alert-dismissible fade show" role="alert"><i class="fas fa-{LEVELS[level]}"></i>\n    {esc(text)}\n'
            '    <button type="button" class="close" data-dismiss="alert" aria-label="Close"><span aria-hidden="true">&times;</span></button></div>\n'
            for level, text in s["messages"])
        s["messages"] = []
        trail = "".join(f'<li class="breadcrumb-item"><a href="{esc(to)}">{esc(name)}</a></li>' for name, to in crumbs)
        return Response(f"""<!DOCTYPE html>
<html lang="zh-hant">
<head>
  <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1, shrink-to-fit=no">
  <title>{esc(heading)} | {esc(brand)}</title>
  <link rel="stylesheet" href="/static/css/bootstrap.min.css"><link rel="stylesheet" href="/static/css/fontawesome-all.min.css">
</head>
<body>
<nav class="navbar navbar-expand-lg navbar-dark bg-dark"><a class="navbar-brand" href="/">{esc(brand)}</a>
{nav}</nav>
<main class="container mt-3">
<nav aria-label="breadcrumb"><ol class="breadcrumb">{trail}<li class="breadcrumb-item active" aria-current="page">{esc(heading)}</li></ol></nav>
{notes}
<h2>{esc(heading)}</h2>
{body}
</main>
<footer class="footer text-muted small"><hr><div class="container">&copy; 2018 資訊室 Information Systems Office ・ 分機 261120</div></footer>
<script src="/static/js/jquery-3.3.1.slim.min.js"></script><script src="/static/js/bootstrap.bundle.min.js"></script>
</body></html>""")

    def _form(self, s: dict, inner: str, action: str = "", name: str = "") -> str:
        which = f' id="{name}"' if name else ""
        act = f' action="{action}"' if action else ""
        return (f'<form{which} class="form-horizontal"{act} method="post" novalidate>\n'
                f"<input type='hidden' name='csrfmiddlewaretoken' value='{s['csrf']}' />\n{inner}\n</form>")

    def _row(self, name: str, label: str, value: str = "", kind: str = "text", error: str = "", hint: str = "", more: str = "", need: bool = True) -> str:
        star = '<span class="asteriskField">*</span>' if need else ""
        bad = " is-invalid" if error else ""
        told = f'<span id="error_1_id_{name}" class="invalid-feedback"><strong>{esc(error)}</strong></span>' if error else ""
        tip = f'<small id="hint_id_{name}" class="form-text text-muted">{esc(hint)}</small>' if hint else ""
        shown = f' value="{esc(value)}"' if value else ""
        return (f'<div id="div_id_{name}" class="form-group row"> <label for="id_{name}" class="col-form-label col-lg-3{" requiredField" if need else ""}">\n'
                f'                {label}{star} </label> <div class="col-lg-6"> <input type="{kind}" name="{name}"{shown} class="textinput textInput form-control{bad}"'
                f' id="id_{name}"{" required" if need else ""}{more} /> {told}{tip}</div> </div>')

    def _captcha(self, error: str, lower: bool = False) -> str:
        if lower:
            self.truth.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5)
        else:
            self.truth.new_captcha()
        self.captcha_key = secrets.token_hex(20)
        label = "驗證碼(小寫字母或數字)" if lower else "驗證碼"
        hint = "" if lower else "不用區分大小寫 (case-insensitive)"
        bad = " is-invalid" if error else ""
        return (f'<div id="div_id_captcha" class="form-group row"><label for="id_captcha_1" class="col-form-label col-lg-3 requiredField">{label}<span class="asteriskField">*</span></label>'
                f'<div class="col-lg-6"><img src="/captcha/image/{self.captcha_key}/" alt="captcha" class="captcha" />'
                f'<input type="hidden" name="captcha_0" value="{self.captcha_key}" required id="id_captcha_0" />'
                f'<input type="text" name="captcha_1" required id="id_captcha_1" autocapitalize="off" autocomplete="off" autocorrect="off" spellcheck="false" class="form-control{bad}" />'
                + (f'<span class="invalid-feedback"><strong>{esc(error)}</strong></span>' if error else "")
                + f'<small class="form-text text-muted">{hint}</small></div></div>')

    def _captcha_right(self, r: Request, exact: bool = False) -> bool:
        given, wanted = r.get("captcha_1").strip(), self.truth.captcha
        right = bool(wanted) and r.get("captcha_0") == self.captcha_key and (given == wanted or (not exact and given.upper() == wanted))
        self.truth.captcha = self.captcha_key = ""
        return right

    def _image(self, r: Request) -> Response | None:
        found = re.fullmatch(r"/captcha/image/(\w+)/", r.path)
        if not found:
            return None
        if found[1] != self.captcha_key:
            return Response("", 410)
        return Response(picture(self.truth.captcha, "PNG"), kind="image/png")

    # ------------------------------------------------------------ portal
    def _menu(self, token: str) -> str:
        def to(path: str) -> str:
            return esc(f"{self.urls['inner']}/sso/?SESSION={token}&next={quote(path, safe='')}")
        others = "".join(f'<a class="dropdown-item" href="/soon/">{t}</a>' for t in ("個人簽章提醒設定", "薪資所得免稅額申報表", "查詢員工連絡資料"))
        return ('<ul class="navbar-nav mr-auto"><li class="nav-item"><a class="nav-link" href="/soon/">醫療系統</a></li><li class="nav-item"><a class="nav-link" href="/soon/">行政系統</a></li>'
                '<li class="nav-item dropdown"><a class="nav-link dropdown-toggle" href="#" data-toggle="dropdown">個人管理</a><div class="dropdown-menu">'
                f'<a class="dropdown-item" href="{to("/profile/password/")}"><i class="fas fa-key"></i> 更改密碼</a>{others}'
                f'<a class="dropdown-item" href="{to("/profile/contact/")}"><i class="fas fa-address-book"></i> 維護個人連絡資料</a></div></li></ul>'
                '<form class="form-inline" action="/search/" method="get"><input class="form-control form-control-sm" type="search" name="q" placeholder="搜尋功能"><button class="btn btn-sm btn-outline-light" type="submit"><i class="fas fa-search"></i></button></form>'
                f'<a class="btn btn-sm btn-outline-warning ml-2" href="{self.urls["portal"]}/accounts/logout/"><i class="fas fa-sign-out-alt"></i> 登出系統</a>')

    def portal(self, r: Request) -> Response:
        if (image := self._image(r)) is not None:
            return image
        s = self._session(r, "portal")
        brand = "醫療資訊系統 PORTAL"
        if r.path == "/accounts/login/":
            errors = {}
            if r.method == "POST":
                self.takes(r, username="employee_id", password="portal_password", captcha_1="captcha", campus="campus")
                if (bad := self._bad_token(r, s)) is not None:
                    return bad
                if not self._captcha_right(r):
                    errors["captcha"] = "圖形文字不符，請依新的圖片重新輸入。"
                if r.get("campus") not in dict(CAMPUSES) or not r.get("campus"):
                    errors["campus"] = "這個欄位是必須的。"
                if not errors and (r.get("username").strip(), r.get("password")) != (self.truth.person.employee_id, self.truth.portal_password):
                    errors["all"] = "請輸入正確的帳號和密碼。請注意兩者皆區分大小寫。"
                if not errors:
                    token = secrets.token_hex(16)
                    s.update(user=token)
                    self.truth.sessions.add(f"portal:{token}")
                    self.truth.counts["sign_in"] += 1
                    s["messages"].append(("success", f"{self.truth.person.name} 您好！登入成功。"))
                    return self._out(s, redirect(f"/?SESSION={token}"))
                self.truth.counts["sign_in_refused"] += 1
            options = "".join(f'<option value="{v}"{" selected" if v == (r.get("campus") or "") else ""}>{t}</option>' for v, t in CAMPUSES)
            body = "<div class='alert alert-block alert-danger'><ul class='m-0'><li>" + errors["all"] + "</li></ul></div>" if "all" in errors else ""
            body += (f'<div id="div_id_campus" class="form-group row"><label for="id_campus" class="col-form-label col-lg-3 requiredField">院區<span class="asteriskField">*</span></label><div class="col-lg-6"><select name="campus" class="select form-control" required id="id_campus">{options}</select>'
                     + (f'<span class="invalid-feedback d-block"><strong>{errors["campus"]}</strong></span>' if "campus" in errors else "") + "</div></div>"
                     + self._row("username", "帳號", r.get("username") if r.method == "POST" else "", hint="員工編號 6 位數數字", more=' autofocus maxlength="150"')
                     + self._row("password", "密碼", kind="password", hint="預設為身分證號")
                     + self._captcha(errors.get("captcha", "")) + '<input type="submit" name="submit" value="登入" class="btn btn-primary" id="submit-id-submit" />')
            return self._out(s, self._page(s, "登入", [("首頁", "/")], self._form(s, body), brand=brand))
        if r.path == "/accounts/logout/":
            if f"portal:{s.get('user')}" in self.truth.sessions:
                self.truth.sessions.discard(f"portal:{s.pop('user')}")
                self.truth.counts["sign_out_portal"] += 1
                s["messages"].append(("info", "您已登出系統。"))
            return self._out(s, redirect("/accounts/login/"))
        if f"portal:{s.get('user')}" not in self.truth.sessions:
            return self._out(s, redirect("/accounts/login/?next=" + quote(r.path)))
        if r.path == "/":
            body = ('<p class="lead">總院差勤待簽 <span class="badge badge-secondary">0</span> 未核准 0 被駁回 0</p><div class="card"><div class="card-header">全院公告 <span class="badge badge-info">2</span></div>'
                    '<ul class="list-group list-group-flush"><li class="list-group-item">2019/10/21 請全院同仁填報免稅額資料</li><li class="list-group-item">2018/12/13 總院Portal資訊系統登入首頁改版</li></ul></div>')
            return self._out(s, self._page(s, "功能選單", [], body, self._menu(s["user"]), brand))
        if r.path in ("/soon/", "/search/"):
            return self._out(s, self._page(s, "建置中", [("功能選單", "/")], "<p>此項目不在您的權限內。</p>", self._menu(s["user"]), brand))
        return self._missing()

    # ------------------------------------------------------------ inner
    def inner(self, r: Request) -> Response:
        s = self._session(r, "ihis")
        home = self.urls["portal"] + "/"
        if r.path == "/sso/":
            s["user"] = r.query.get("SESSION", "")
            if f"portal:{s['user']}" in self.truth.sessions:
                to = r.query.get("next", "")
                return self._out(s, redirect(to if re.fullmatch(r"/profile/\w+/", to) else home))
        if f"portal:{s.get('user')}" not in self.truth.sessions:
            return self._out(s, redirect(home + "accounts/login/"))
        crumbs = [("功能選單", home), ("個人管理", home)]
        nav = self._menu(s["user"])
        back = f'<a class="btn btn-link" href="{home}">回功能選單</a>'
        if r.path == "/profile/password/":
            errors = {}
            if r.method == "POST":
                self.takes(r, old_password="old_password", new_password1="new_password", new_password2="new_password_again")
                if (bad := self._bad_token(r, s)) is not None:
                    return bad
                old, new, again = r.get("old_password"), r.get("new_password1"), r.get("new_password2")
                if old != self.truth.portal_password:
                    errors["old_password"] = "您的舊密碼輸入錯誤，請重新輸入一次。"
                if len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                    errors["new_password1"] = "此密碼不符合設定條件：至少 8 個字元，並包含英文及數字。"
                elif new != again:
                    errors["new_password2"] = "兩個密碼欄位不一致。"
                elif new == old:
                    errors["new_password1"] = "新密碼不可與舊密碼相同。"
                if not errors:
                    self.truth.portal_password = new
                    self.truth.counts["password_changed"] += 1
                    s["messages"].append(("success", "您的密碼已變更，下次登入請使用新密碼。"))
                    return self._out(s, redirect("/profile/password/done/"))
                self.truth.counts["password_refused"] += 1
            body = (self._row("old_password", "請輸入舊密碼：", kind="password", error=errors.get("old_password", ""))
                    + self._row("new_password1", "請輸入新密碼：", kind="password", error=errors.get("new_password1", ""))
                    + self._row("new_password2", "請再輸入新密碼：", kind="password", error=errors.get("new_password2", ""))
                    + '<p>密碼設定條件：</p><ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol>'
                    '<button type="submit" class="btn btn-success"><i class="fas fa-check"></i> 變更 <small>Change</small></button> ' + back)
            return self._out(s, self._page(s, "更改密碼", crumbs, self._form(s, body), nav, "個人管理"))
        if r.path == "/profile/password/done/":
            return self._out(s, self._page(s, "密碼變更完成", crumbs, "<p>感謝您定期維護密碼。</p>" + back, nav, "個人管理"))
        if r.path == "/profile/contact/":
            p = self.truth.person
            keys = {"last_name_en": "english_surname", "first_name_en": "english_given", "middle_name_en": "english_middle", "ext": "office_phone", "tel": "home_phone", "mobile": "mobile_phone"}
            now = {name: self.truth.saved_contact.get(key, getattr(p, key)) for name, key in keys.items()}
            error = ""
            if r.method == "POST":
                self.takes(r, **keys)
                if (bad := self._bad_token(r, s)) is not None:
                    return bad
                if not all(r.has(name) for name in keys):
                    return Response("<h1>Bad Request (400)</h1>", 400)
                now = {name: r.get(name).strip() for name in keys}
                if re.fullmatch(r"09\d{8}", now["mobile"]):
                    self.truth.saved_contact.update({key: now[name] for name, key in keys.items()})
                    self.truth.counts["contact_saved"] += 1
                    s["messages"].append(("success", "連絡資料已更新。"))
                    return self._out(s, redirect("/profile/contact/"))
                error = "請輸入 09 開頭之 10 碼手機號碼。"
            body = ('<button type="submit" name="save" value="1" class="btn btn-primary mb-3"><i class="fas fa-save"></i> 異動儲存</button>'
                    f'<div class="form-group row"><div class="col-lg-3">員工編號：</div><div class="col-lg-2"><input class="form-control-plaintext" readonly value="{p.employee_id}"></div><div class="col-lg-4">姓名： {p.name}</div></div>'
                    + self._row("last_name_en", "英文姓：", now["last_name_en"], hint="ex:Chen(陳)") + self._row("first_name_en", "英文首名：", now["first_name_en"], hint="ex: Yi-Fen(怡芬)")
                    + self._row("middle_name_en", "英文中名：", now["middle_name_en"], hint="ex:Mary 為英文別名，如無，可不填", need=False)
                    + self._row("ext", "辦公室電話：", now["ext"], hint="ex:61234或23123456", need=False) + self._row("tel", "住宅電話：", now["tel"], hint="ex:0223123456", need=False)
                    + self._row("mobile", "行動電話：", now["mobile"], "tel", error, "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", ' maxlength="10"'))
            return self._out(s, self._page(s, "維護個人連絡資料", crumbs, self._form(s, body) + back, nav, "個人管理"))
        return self._missing()

    # ------------------------------------------------------------ account
    def account(self, r: Request) -> Response:
        s = self._session(r, "help")
        t, p, brand = self.truth, self.truth.person, "網路帳號服務"
        names = {"enable": "啟用網路帳號及首次雲端帳號密碼設定", "reset": "重置雲端服務密碼"}
        home = [("首頁", "/")]
        if r.path == "/":
            body = ('<div class="card mb-3"><div class="card-header">《規範》</div><div class="card-body"><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>請勿冒用院內同仁申請網路帳號。</li><li>請勿將此密碼與Portal密碼設定相同。</li></ul></div></div>'
                    '<div class="card mb-3"><div class="card-header">《常見問題與服務》</div><div class="card-body"><h6>密碼修改後多久可以生效</h6><p>即時生效。</p><h6>忘記密碼</h6><p>請以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></div></div>'
                    f'<div class="list-group"><a class="list-group-item list-group-item-action" href="/enable/"><h5>{names["enable"]}</h5><small>啟用本院微軟相關服務，如：Office365, Outlook...</small></a>'
                    f'<a class="list-group-item list-group-item-action" href="/reset/"><h5>{names["reset"]}</h5><small>重設非Portal帳號的密碼</small></a><a class="list-group-item list-group-item-action disabled" href="#">總院廠商VPN展延申請</a></div>')
            return self._out(s, self._page(s, "網路帳號使用規範", [], body, brand=brand))
        if r.path == "/leave/":
            if f"account:{s.get('proof')}" in t.sessions:
                t.sessions.discard(f"account:{s['proof']}")
                t.counts["sign_out_account"] += 1
            for key in ("proof", "code", "who", "kind"):
                s.pop(key, None)
            s["messages"].append(("info", "您已離開帳號服務。"))
            return self._out(s, redirect("/"))
        found = re.fullmatch(r"/(enable|reset)/(|phone/|setup/|done/)", r.path)
        if not found:
            return self._missing()
        kind, step = found[1], found[2]
        crumbs = home + [(names[kind], f"/{kind}/")]
        leave = '<a class="btn btn-outline-secondary" href="/leave/">登出並離開</a>'
        nav = '<span class="ml-auto"><a class="nav-link text-light" href="/leave/">登出</a></span>' if s.get("proof") else ""
        if step == "":
            if r.method == "POST":
                self.takes(r, account_no="employee_id", otp="code")
                if (bad := self._bad_token(r, s)) is not None:
                    return bad
                who = r.get("account_no").strip()
                if r.has("send_sms"):
                    if re.fullmatch(r"\d{6}", who):
                        s.update(who=who, kind=kind)
                        return self._out(s, redirect(f"/{kind}/phone/"))
                    s["messages"].append(("danger", "請輸入 6 位數員工編號。"))
                elif r.has("next"):
                    code, at = s.get("code", ("", 0.0))
                    if code and who == p.employee_id == s.get("who") and r.get("otp").strip() == code and time.time() - at <= 120:
                        s["proof"], s["kind"] = secrets.token_hex(8), kind
                        s.pop("code")
                        t.sessions.add(f"account:{s['proof']}")
                        t.counts["code_accepted"] += 1
                        return self._out(s, redirect(f"/{kind}/setup/"))
                    t.counts["code_refused"] += 1
                    s["messages"].append(("danger", "動態碼已逾時，請重新發送。" if code and time.time() - at > 120 else "帳號或動態碼不正確，無法驗證您的身分。"))
                return self._out(s, redirect(f"/{kind}/"))
            body = (self._row("account_no", "網路帳號 / 主職員工編號", s.get("who", ""), more=' maxlength="6"')
                    + '<div class="form-group row"><div class="offset-lg-3 col-lg-6"><button type="submit" name="send_sms" value="1" formnovalidate class="btn btn-warning"><i class="fas fa-mobile-alt"></i> 發送簡訊動態碼</button></div></div>'
                    + self._row("otp", "簡訊(或MOTP)動態碼", more=' autocomplete="off"') + '<input type="submit" name="next" value="下一步" class="btn btn-primary" id="submit-id-next" />')
            notice = '<div class="card bg-light mb-3"><div class="card-body"><h5>注意事項</h5><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div></div>'
            return self._out(s, self._page(s, names[kind], home, notice + self._form(s, body, name="proof-form"), brand=brand))
        if step == "phone/":
            if s.get("kind") != kind or not s.get("who"):
                return self._out(s, redirect(f"/{kind}/"))
            error = ""
            if r.method == "POST":
                self.takes(r, phone="registered_phone")
                if (bad := self._bad_token(r, s)) is not None:
                    return bad
                if s["who"] == p.employee_id and r.get("phone").strip() == t.saved_contact.get("mobile_phone", p.mobile_phone):
                    s["code"] = (t.new_message(), time.time())
                    s["messages"].append(("success", "動態碼簡訊發送成功。成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"))
                    return self._out(s, redirect(f"/{kind}/"))
                error = "此門號與帳號登記的手機門號不符。"
            body = (self._row("phone", "請輸入帳號登記的手機門號(10碼)", kind="tel", error=error, more=' maxlength="10"')
                    + f'<button type="submit" class="btn btn-primary">確定發送</button> <a href="/{kind}/" class="btn btn-secondary">取消</a>')
            return self._out(s, self._page(s, "發送簡訊", crumbs, self._form(s, body), brand=brand))
        if f"account:{s.get('proof')}" not in t.sessions or s.get("kind") != kind:
            s["messages"].append(("warning", "請先完成身分驗證。"))
            return self._out(s, redirect(f"/{kind}/"))
        if step == "done/":
            told = f'<p>您的電子郵件：<strong>{esc(t.alias)}@ntuh.gov.tw</strong></p>' if t.alias else ""
            return self._out(s, self._page(s, "設定完成", crumbs, told + leave, nav, brand))
        errors = {}
        if r.method == "POST":
            self.takes(r, mail_alias="alias", password1="cloud_password", password2="cloud_password_again")
            if (bad := self._bad_token(r, s)) is not None:
                return bad
            if r.has("cancel"):
                return self._out(s, redirect("/leave/"))
            alias, one, two = r.get("mail_alias").strip().lower(), r.get("password1"), r.get("password2")
            if kind == "enable" and t.alias:
                s["messages"].append(("warning", "此帳號先前已啟用，不可重複設定。"))
                return self._out(s, redirect("/enable/setup/"))
            if kind == "reset" and not t.alias:
                s["messages"].append(("danger", "此帳號尚未啟用雲端服務，請先啟用網路帳號。"))
                return self._out(s, redirect("/reset/setup/"))
            if kind == "enable":
                if alias == "taken.name":
                    errors["alias"] = "具有此名稱的郵件帳號已存在，請換一個。"
                elif len(alias) > 64 or not re.fullmatch(r"[a-z][a-z0-9._-]+[a-z0-9]", alias):
                    errors["alias"] = "名稱格式錯誤：限英文字母開頭，可用英數字、點、底線及減號。"
            if len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search("[0-9]", one):
                errors["one"] = "密碼至少 8 個字元，並需包含英文及數字。"
            elif one == t.portal_password:
                errors["one"] = "請勿與 Portal 密碼相同。"
            elif one != two:
                errors["two"] = "兩次輸入的密碼不一致。"
            if not errors:
                t.cloud_password = one
                if kind == "enable":
                    t.alias = alias
                    t.counts["activated"] += 1
                s["messages"].append(("success", "雲端服務帳號已建立，將於隔日生效。" if kind == "enable" else "雲端服務密碼已更新。"))
                return self._out(s, redirect(f"/{kind}/done/"))
        facts = "".join(f"<dt class='col-sm-3'>{a}</dt><dd class='col-sm-9'>{b}</dd>" for a, b in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        body = f"<dl class='row'>{facts}</dl>"
        if kind == "enable" and t.alias:
            body += f'<div class="alert alert-info">您的雲端服務帳號已啟用，無須再次設定。電子郵件名稱：{esc(t.alias)}@ntuh.gov.tw</div>' + leave
        else:
            fields = self._row("mail_alias", "雲端服務帳號 (電子郵件名稱)", r.get("mail_alias"), error=errors.get("alias", ""), hint="@ntuh.gov.tw 名稱長度限64字元內", more=' maxlength="64"') if kind == "enable" else ""
            fields += (self._row("password1", "設定雲端服務密碼", kind="password", error=errors.get("one", ""), hint="至少 8 個字元，包含英文及數字") + self._row("password2", "確認雲端服務密碼", kind="password", error=errors.get("two", "")))
            word = ("取消啟用", "啟用雲端服務") if kind == "enable" else ("取消", "重設密碼")
            fields += (f'<input type="submit" name="cancel" value="{word[0]}" class="btn btn-secondary" id="button-id-cancel" formnovalidate /> <input type="submit" name="apply" value="{word[1]}" class="btn btn-primary" id="submit-id-apply" />'
                       '<p class="text-muted">服務於設定完成隔日生效</p>')
            body += self._form(s, fields)
        return self._out(s, self._page(s, "設定密碼與郵件別名" if kind == "enable" else "設定新密碼", crumbs, body, nav, brand))

    # ------------------------------------------------------------ mail
    def mail(self, r: Request) -> Response:
        if (image := self._image(r)) is not None:
            return image
        s = self._session(r, "webmail")
        t, here = self.truth, f"mail:{s.get('user')}"
        if r.path == "/logout/":
            if here in t.sessions:
                t.sessions.discard(here)
                t.counts["sign_out_mail"] += 1
                s["messages"].append(("info", "已登出信箱。"))
            return self._out(s, redirect("/"))
        if r.path == "/inbox/":
            if here not in t.sessions:
                return self._out(s, redirect("/"))
            nav = '<a class="btn btn-outline-light ml-auto" href="/logout/">登出</a>'
            return self._out(s, self._page(s, "收件匣", [], f"<p>{esc(t.alias)}@ntuh.gov.tw</p><table class='table'><thead><tr><th>寄件者</th><th>主旨</th></tr></thead><tbody><tr><td>資訊室</td><td>歡迎使用雲端信箱</td></tr></tbody></table>", nav, "雲端信箱"))
        if r.path != "/":
            return self._missing()
        wrong, bad_code = "", ""
        if r.method == "POST":
            self.takes(r, account="mail_account", password="mail_password", captcha_1="captcha")
            if (bad := self._bad_token(r, s)) is not None:
                return bad
            if not self._captcha_right(r, exact=True):
                bad_code = "驗證碼錯誤。"
            elif t.alias and (r.get("account").strip().lower().removesuffix("@ntuh.gov.tw"), r.get("password")) == (t.alias, t.cloud_password):
                s["user"] = secrets.token_hex(8)
                t.sessions.add(f"mail:{s['user']}")
                t.counts["mail_sign_in"] += 1
                return self._out(s, redirect("/inbox/"))
            else:
                wrong = "<div class='alert alert-block alert-danger'>帳號或密碼不正確。</div>"
        body = (wrong + self._row("account", "帳號:", r.get("account")) + self._row("password", "密碼:", kind="password") + self._captcha(bad_code, lower=True)
                + '<div class="form-group"><div id="div_id_remember" class="form-check"><input type="checkbox" name="remember" class="checkboxinput form-check-input" id="id_remember" /><label for="id_remember" class="form-check-label">記住登入資訊 (公用電腦請勿勾選)</label></div></div>'
                '<button type="submit" class="btn btn-primary btn-block">登入 Sign in</button>')
        return self._out(s, self._page(s, "登入信箱", [], self._form(s, body) + '<hr><h5>公佈欄</h5><p>※如無法登入，請先至下方網址變更密碼：https://help.ntuh.gov.tw/</p>', brand="雲端信箱"))

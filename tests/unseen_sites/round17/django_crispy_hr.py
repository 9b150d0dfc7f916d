from __future__ import annotations

import hmac
import re
import secrets
import string
import time
from hashlib import sha256
from html import escape as e

from truth import Request, Response, Site, picture, redirect

ALPHA = string.ascii_letters + string.digits
STATIC_JS = """// hr portal ui helpers
document.addEventListener('click', function (ev) {
  var t = ev.target.closest ? ev.target.closest('[data-toggle],[data-dismiss]') : null;
  if (!t) return;
  var kind = t.getAttribute('data-toggle'), target = document.querySelector(t.getAttribute('data-target') || '#none');
  if (kind === 'modal' && target) { target.className = 'modal show'; ev.preventDefault(); }
  if (kind === 'dropdown') { t.parentNode.querySelector('.dropdown-menu').classList.toggle('show'); ev.preventDefault(); }
  var gone = t.getAttribute('data-dismiss');
  if (gone) { var box = t.closest('.' + gone); if (gone === 'modal') box.className = 'modal fade'; else box.parentNode.removeChild(box); }
});"""
STATIC_CSS = """body{font:15px/1.5 'Noto Sans TC',sans-serif;margin:0}.container{max-width:900px;margin:auto;padding:12px}
.navbar{background:#0c4b33;color:#fff;padding:8px}.navbar a{color:#fff}.dropdown-menu{display:none}.dropdown-menu.show{display:block}
.modal{display:none;position:fixed;top:10%;left:25%;width:50%;background:#fff;border:1px solid #999;padding:15px}.modal.show{display:block}
.alert{padding:8px;border:1px solid}.alert-success{background:#dfd}.alert-danger{background:#fdd}.alert-info{background:#def}
.invalid-feedback{color:#c00}.text-muted{color:#777}.asteriskField{color:red}.hp{position:absolute;left:-4000px}"""


class TheSite(Site):
    title = "django_crispy_hr"

    def __init__(self) -> None:
        super().__init__()
        self.key = secrets.token_bytes(16)
        self.session: dict[str, dict] = {}
        self.inner_session: dict[str, str] = {}
        self.acc: dict[str, dict] = {}
        self.mbox: dict[str, dict] = {}
        self.captchas: dict[str, str] = {}

    # ---- csrf in the Django manner: a secret in the cookie, a masked token in the form
    def secret(self, q: Request, cookie: str) -> tuple[str, list]:
        have = q.cookies.get(cookie, "")
        if re.fullmatch(r"[A-Za-z0-9]{32}", have):
            return have, []
        new = "".join(secrets.choice(ALPHA) for _ in range(32))
        return new, [("Set-Cookie", f"{cookie}={new}; Path=/; SameSite=Lax")]

    def token(self, secret: str) -> str:
        mask = "".join(secrets.choice(ALPHA) for _ in range(32))
        return mask + hmac.new(self.key, (mask + secret).encode(), sha256).hexdigest()[:32]

    def csrf_ok(self, q: Request, cookie: str) -> bool:
        sent, secret = q.get("csrfmiddlewaretoken"), q.cookies.get(cookie, "")
        return bool(secret) and len(sent) == 64 and sent[32:] == hmac.new(self.key, (sent[:32] + secret).encode(), sha256).hexdigest()[:32]

    def forbidden(self) -> Response:
        return Response("<!DOCTYPE html><html lang='en'><head><title>403 Forbidden</title></head><body><h1>Forbidden <span>(403)</span></h1><p>CSRF verification failed. Request aborted.</p></body></html>", 403)

    # ---- templates
    def base(self, q: Request, cookie: str, title: str, block: str, messages: list | None = None, nav: str = "") -> Response:
        secret, head = self.secret(q, cookie)
        shown = "".join(f'<div class="alert alert-{lvl} alert-dismissible" role="alert">{txt}<button type="button" class="close" data-dismiss="alert" aria-label="Close"><span aria-hidden="true">&times;</span></button></div>\n'
                        for lvl, txt in (messages or []))
        if messages:
            messages.clear()
        html = f"""<!doctype html>
<html lang="zh-hant">
<head>
  <meta charset="utf-8">
  <title>{title} | NTUH HR</title>
  <link rel="stylesheet" href="/static/css/site.9b2f.css">
  <script src="/static/js/site.51aa.js" defer></script>
</head>
<body>
<nav class="navbar navbar-expand-lg navbar-dark">{nav or '<span class="navbar-brand">臺大醫院</span>'}</nav>
<main class="container" id="content">
{shown}{block}
</main>
<footer class="container text-muted"><small>Powered by Django &middot; 資訊室 261120</small></footer>
</body></html>"""
        return Response(html.replace("{% csrf %}", f'<input type="hidden" name="csrfmiddlewaretoken" value="{self.token(secret)}">'), headers=head)

    @staticmethod
    def field(name: str, label: str, kind: str = "text", value: str = "", help_text: str = "", errors: list[str] | None = None, attrs: str = "", required: bool = True) -> str:
        star = '<span class="asteriskField">*</span>' if required else ""
        wrong = "".join(f'<span id="error_{i}_id_{name}" class="invalid-feedback"><strong>{x}</strong></span>' for i, x in enumerate(errors or [], 1))
        hint = f'<small id="hint_id_{name}" class="form-text text-muted">{help_text}</small>' if help_text else ""
        shown = f' value="{e(value)}"' if value and kind != "password" else ""
        return f"""<div id="div_id_{name}" class="form-group">
  <label for="id_{name}" class="{'requiredField' if required else ''}">
    {label}{star}
  </label>
  <div class="">
    <input type="{kind}" name="{name}"{shown} class="textinput textInput form-control{' is-invalid' if errors else ''}" {attrs} {'required' if required else ''} id="id_{name}">
    {wrong}{hint}
  </div>
</div>
"""

    def captcha_widget(self, errors: list[str] | None = None, label: str = "驗證碼", hint: str = "(不用區分大小寫)", letters: str = "", size: int = 6) -> str:
        key = secrets.token_hex(20)
        self.captchas = {key: self.truth.new_captcha(letters, size) if letters else self.truth.new_captcha()}
        wrong = "".join(f'<span class="invalid-feedback"><strong>{x}</strong></span>' for x in errors or [])
        return f"""<div id="div_id_captcha" class="form-group"><label for="id_captcha_1" class="requiredField">{label}<span class="asteriskField">*</span></label>
  <div class=""><img src="/captcha/image/{key}/" alt="captcha" class="captcha">
  <input type="hidden" name="captcha_0" value="{key}" required id="id_captcha_0" autocomplete="off">
  <input type="text" name="captcha_1" required id="id_captcha_1" autocapitalize="off" autocomplete="off" autocorrect="off" spellcheck="false">
  {wrong}<small class="form-text text-muted">{hint}</small></div></div>
"""

    def captcha_ok(self, q: Request) -> bool:
        want = self.captchas.pop(q.get("captcha_0"), "")
        good = bool(want) and want == self.truth.captcha and q.get("captcha_1").strip().lower() == want.lower()
        self.truth.captcha = "" if want else self.truth.captcha
        return good

    def common(self, q: Request) -> Response | None:
        if q.path.startswith("/static/"):
            js = q.path.endswith(".js")
            return Response(STATIC_JS if js else STATIC_CSS, kind="text/javascript; charset=utf-8" if js else "text/css; charset=utf-8")
        hit = re.fullmatch(r"/captcha/image/([0-9a-f]+)/", q.path)
        if hit:
            text = self.captchas.get(hit[1], "")
            return Response(picture(text, "PNG"), kind="image/png") if text else Response("", 410)
        if q.path == "/favicon.ico":
            return Response("", 404)
        return None

    def logout_nav(self, home: str, out: str, name: str) -> str:
        return f"""<a class="navbar-brand" href="{home}">NTUH HR</a>
  <form class="form-inline" method="get" action="#"><input type="search" name="q" placeholder="搜尋表單…" aria-label="Search"></form>
  <span class="navbar-text">{name} 您好</span>
  <form method="post" action="{out}" id="logout-form" style="display:inline">{{% csrf %}}<button type="submit" class="btn btn-link">登出系統</button></form>"""

    # ---- portal
    def portal(self, q: Request) -> Response:
        early = self.common(q)
        if early:
            return early
        sid = q.cookies.get("hr_sessionid", "")
        me = self.session.get(sid)
        if q.path == "/accounts/login/":
            return self.login(q)
        if not me:
            return redirect("/accounts/login/?next=" + ("/" if q.path == "/accounts/logout/" else q.path))
        if q.path == "/accounts/logout/" and q.method == "POST":
            self.takes(q)
            if not self.csrf_ok(q, "hr_csrf"):
                return self.forbidden()
            del self.session[sid]
            self.truth.sessions.discard("portal:" + sid)
            self.truth.counts["sign_out_portal"] += 1
            return redirect("/accounts/login/?out=1", ("Set-Cookie", "hr_sessionid=; Path=/; Max-Age=0"))
        if q.path == "/":
            inn = f'{self.urls["inner"]}'
            block = f"""<ol class="breadcrumb"><li class="breadcrumb-item active">首頁</li></ol>
<div class="dropdown"><a class="nav-link dropdown-toggle" href="#" data-toggle="dropdown">個人管理</a>
 <div class="dropdown-menu show">
  <a class="dropdown-item" href="{inn}/personal/password/?SESSION={sid}"><i class="fa fa-key"></i> 更改密碼</a>
  <a class="dropdown-item" href="#">個人簽章提醒設定</a>
  <a class="dropdown-item" href="#">查詢員工連絡資料</a>
  <a class="dropdown-item" href="{inn}/personal/contact/?SESSION={sid}"><i class="fa fa-phone"></i> 維護個人連絡資料</a>
 </div></div>
<div class="card"><div class="card-header">全院公告 <span class="badge">2</span></div><ul class="list-group"><li>2019/10/21 填報「薪資所得免稅額申報表」</li><li>2018/12/13 Portal 登入首頁改版</li></ul></div>"""
            return self.base(q, "hr_csrf", "功能選單", block, me["messages"], self.logout_nav("/", "/accounts/logout/", self.truth.person.name))
        return Response("<h1>Not Found</h1><p>The requested resource was not found on this server.</p>", 404)

    def login(self, q: Request) -> Response:
        errs: dict[str, list[str]] = {}
        top = [("info", "您已登出。")] if q.query.get("out") else []
        if q.method == "POST":
            self.takes(q, username="employee_id", password="portal_password", campus="campus", captcha_1="captcha")
            if not self.csrf_ok(q, "hr_csrf"):
                return self.forbidden()
            if q.get("website"):
                return Response("Bad Request", 400)
            if not self.captcha_ok(q):
                errs["captcha"] = ["驗證碼錯誤"]
            elif q.get("campus") not in ("T0", "T2", "T3", "T4", "T5", "Y0"):
                errs["campus"] = ["這個欄位是必須的。"]
            elif q.get("campus") != "T0" or q.get("username") != self.truth.person.employee_id or q.get("password") != self.truth.portal_password:
                errs["all"] = ["請輸入正確的帳號和密碼。請注意兩者皆區分大小寫。"]
            if not errs:
                sid = "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(32))
                self.session[sid] = {"messages": [("info", "登入成功，歡迎使用。")]}
                self.truth.sessions.add("portal:" + sid)
                self.truth.counts["sign_in"] += 1
                return redirect("/", ("Set-Cookie", f"hr_sessionid={sid}; Path=/; HttpOnly; SameSite=Lax"))
            self.truth.counts["sign_in_refused"] += 1
        opts = "".join(f'<option value="{v}"{" selected" if v == "T0" else ""}>{n}</option>' for v, n in (
            ("", "---------"), ("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("T4", "新竹分院"), ("T5", "竹東分院"), ("Y0", "雲林分院")))
        alert = f'<div class="alert alert-block alert-danger"><ul class="m-0"><li>{errs["all"][0]}</li></ul></div>' if "all" in errs else ""
        block = f"""<h2>登入 <small>Sign in</small></h2>
<form method="post" class="form-signin" novalidate>{{% csrf %}}
{alert}<fieldset class="fieldset-class"><legend>醫療資訊系統</legend>
<div id="div_id_campus" class="form-group"><label for="id_campus" class="requiredField">院區<span class="asteriskField">*</span></label>
 <div class=""><select name="campus" class="select form-control" id="id_campus">{opts}</select></div></div>
{self.field("username", "帳號", value=q.get("username"), help_text="6位數數字。", attrs='maxlength="6" autofocus')}
{self.field("password", "密碼", "password", help_text="預設為身分證號（英文字母大寫）。")}
<div class="hp" aria-hidden="true"><label for="id_website">Website</label><input type="text" name="website" id="id_website" tabindex="-1" autocomplete="off"></div>
{self.captcha_widget(errs.get("captcha"))}</fieldset>
<div class="form-actions"><input type="submit" name="login" value="登入" class="btn btn-primary" id="submit-id-login"></div>
</form>"""
        return self.base(q, "hr_csrf", "登入", block, top)

    # ---- inner
    def inner(self, q: Request) -> Response:
        early = self.common(q)
        if early:
            return early
        key = q.cookies.get("personal_sid", "")
        if "SESSION" in q.query and q.method == "GET":
            if q.query["SESSION"] not in self.session:
                return Response("<h1>403 Forbidden</h1><p>登入已失效</p>", 403)
            key = secrets.token_hex(12)
            self.inner_session[key] = q.query["SESSION"]
            return redirect(q.path, ("Set-Cookie", f"personal_sid={key}; Path=/; HttpOnly"))
        sid = self.inner_session.get(key, "")
        me = self.session.get(sid)
        if not me:
            if q.method == "POST":
                self.takes(q, old_password="old_password", new_password1="new_password", new_password2="new_password_again", **{"contact-mobile_phone": "mobile_phone"})
            return redirect(self.urls["portal"] + "/accounts/login/")
        if q.path == "/logout/" and q.method == "POST":
            self.takes(q)
            if not self.csrf_ok(q, "personal_csrf"):
                return self.forbidden()
            del self.session[sid]
            self.truth.sessions.discard("portal:" + sid)
            self.truth.counts["sign_out_portal"] += 1
            return redirect(self.urls["portal"] + "/accounts/login/?out=1")
        if q.path == "/personal/password/":
            return self.password_form(q, me)
        if q.path == "/personal/contact/":
            return self.contact_form(q, me)
        return Response("<h1>Not Found</h1>", 404)

    def crumbs(self, here: str) -> str:
        return f'<nav aria-label="breadcrumb"><ol class="breadcrumb"><li class="breadcrumb-item"><a href="{self.urls["portal"]}/">回功能選單</a></li><li class="breadcrumb-item active">{here}</li></ol></nav>'

    def inner_nav(self) -> str:
        return self.logout_nav(self.urls["portal"] + "/", "/logout/", self.truth.person.name)

    def password_form(self, q: Request, me: dict) -> Response:
        bad: dict[str, list[str]] = {}
        if q.method == "POST":
            self.takes(q, old_password="old_password", new_password1="new_password", new_password2="new_password_again")
            if not self.csrf_ok(q, "personal_csrf"):
                return self.forbidden()
            new = q.get("new_password1")
            if q.get("old_password") != self.truth.portal_password:
                bad["old_password"] = ["舊密碼輸入不正確，請重新輸入。"]
            if new != q.get("new_password2"):
                bad["new_password2"] = ["兩個密碼欄位不一致。"]
            elif len(new) < 8:
                bad["new_password2"] = ["這個密碼過短，請至少使用 8 個字元。"]
            elif not (re.search("[A-Za-z]", new) and re.search(r"\d", new)):
                bad["new_password2"] = ["密碼內容需包含英文及數字。"]
            elif new == self.truth.portal_password:
                bad["new_password2"] = ["新密碼與舊密碼相同。"]
            if not bad:
                self.truth.portal_password = new
                self.truth.counts["password_changed"] += 1
                me["messages"].append(("success", "密碼變更成功！"))
                return redirect("/personal/password/")
            self.truth.counts["password_refused"] += 1
        block = self.crumbs("更改密碼") + f"""<form method="post" novalidate>{{% csrf %}}
<fieldset><legend>更改密碼</legend>
{self.field("old_password", "請輸入舊密碼：", "password", errors=bad.get("old_password"), attrs='autocomplete="current-password"')}
{self.field("new_password1", "請輸入新密碼：", "password", help_text="<ul><li>1.密碼長度不可少於8個字元</li><li>2.密碼內容需包含英文及數字</li></ul>", attrs='autocomplete="new-password"')}
{self.field("new_password2", "請再輸入新密碼：", "password", help_text="為了驗證，請再輸入一次。", errors=bad.get("new_password2"), attrs='autocomplete="new-password"')}
</fieldset><div class="form-actions"><input type="submit" name="save" value="變更" class="btn btn-primary" id="submit-id-save">
<a href="{self.urls["portal"]}/" class="btn btn-secondary">回功能選單</a></div></form>"""
        return self.base(q, "personal_csrf", "更改密碼", block, me["messages"], self.inner_nav())

    CONTACT = (("english_surname", "英文姓：", "ex:Chen(陳)", True), ("english_given", "英文首名：", "ex: Yi-Fen(怡芬) (說明)", True),
               ("english_middle", "英文中名：", "ex:Mary 為英文別名，如無，可不填", False), ("office_phone", "辦公室電話：", "ex:61234或23123456", False),
               ("home_phone", "住宅電話：", "ex:0223123456", False), ("mobile_phone", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", True))

    def contact_form(self, q: Request, me: dict) -> Response:
        p, bad = self.truth.person, {}
        vals = {n: self.truth.saved_contact.get(n, getattr(p, n)) for n, *_ in self.CONTACT}
        first = dict(vals)
        if q.method == "POST":
            self.takes(q, **{"contact-mobile_phone": "mobile_phone"})
            if not self.csrf_ok(q, "personal_csrf"):
                return self.forbidden()
            for n, _, _, need in self.CONTACT:
                vals[n] = q.get("contact-" + n).strip()
                if not q.has("contact-" + n) or need and not vals[n]:
                    bad[n] = ["這個欄位是必須的。"]
                elif len(vals[n]) > 30:
                    bad[n] = ["字數過長。"]
            if not bad.get("mobile_phone") and not re.fullmatch(r"09\d{8}", vals["mobile_phone"]):
                bad["mobile_phone"] = ["請輸入有效的手機號碼(10碼)。"]
            if not bad:
                self.truth.saved_contact = vals
                self.truth.counts["contact_saved"] += 1
                me["messages"].append(("success", f"「{p.name}」的連絡資料已成功異動。"))
                return redirect("/personal/contact/")
        rows = {n: self.field("contact-" + n, lab, value=vals[n], help_text=h, errors=bad.get(n), required=need) +
                f'<input type="hidden" name="initial-contact-{n}" value="{e(first[n])}" id="initial-contact-id_contact-{n}">\n' for n, lab, h, need in self.CONTACT}
        top = '<div class="alert alert-block alert-danger">請修正以下錯誤。</div>' if bad else ""
        block = self.crumbs("維護個人連絡資料") + f"""<h3>台大醫院---維護個人連絡資料</h3><form method="post" novalidate>{{% csrf %}}{top}
<fieldset><legend>基本資料</legend><div class="form-row"><div class="col"><label>員工編號：</label><input type="text" value="{p.employee_id}" disabled class="form-control"></div>
<div class="col"><label>姓名：</label><input type="text" value="{p.name}" disabled class="form-control"></div></div>
{rows["english_surname"]}{rows["english_given"]}{rows["english_middle"]}</fieldset>
<fieldset><legend>電話</legend>{rows["office_phone"]}{rows["home_phone"]}{rows["mobile_phone"]}</fieldset>
<input type="submit" name="submit" value="異動儲存" class="btn btn-primary" id="submit-id-submit"> <input type="reset" name="reset" value="還原" class="btn btn-inverse" id="reset-id-reset"></form>"""
        return self.base(q, "personal_csrf", "維護個人連絡資料", block, me["messages"], self.inner_nav())

    # ---- account
    def account(self, q: Request) -> Response:
        early = self.common(q)
        if early:
            return early
        sid = q.cookies.get("acc_sessionid", "")
        me = self.acc.get(sid)
        if q.path == "/":
            block = """<div class="jumbotron"><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p></div>
<h4>《規範》</h4><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li></ul>
<h4>《常見問題與服務》</h4><dl><dt>密碼修改後多久可以生效</dt><dd>即時生效。</dd><dt>忘記密碼</dt><dd>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</dd></dl>
<div class="list-group"><a class="list-group-item" href="/cloud/activate/verify/"><strong>啟用網路帳號及首次雲端帳號密碼設定</strong><br><small>啟用本院微軟相關服務，如：Office365, Outlook...</small></a>
<a class="list-group-item" href="/cloud/reset/verify/"><strong>重置雲端服務密碼</strong><br><small>重設非Portal帳號的密碼</small></a>
<a class="list-group-item disabled" href="#"><strong>總院廠商VPN展延申請</strong></a></div>"""
            return self.base(q, "acc_csrf", "帳號服務", block, me["messages"] if me else None)
        if not me:
            sid, me = secrets.token_hex(16), {"messages": [], "code": "", "at": 0.0, "id": "", "ok": ""}
            self.acc[sid] = me
            if q.method == "POST":
                self.takes(q, alias="alias", password1="cloud_password", password2="cloud_password_again", agree="consent", **self.PROOF)
                me["messages"].append(("danger", "工作階段已過期。"))
            ans = redirect("/" if q.method == "POST" else q.path)
            ans.headers.append(("Set-Cookie", f"acc_sessionid={sid}; Path=/; HttpOnly"))
            return ans
        hit = re.fullmatch(r"/cloud/(activate|reset)/(verify/)?", q.path)
        if hit and hit[2]:
            return self.proof(q, sid, me, hit[1])
        if q.path == "/logout/" and q.method == "POST":
            self.takes(q)
            if not self.csrf_ok(q, "acc_csrf"):
                return self.forbidden()
            if me["ok"]:
                self.truth.sessions.discard("account:" + sid)
                self.truth.counts["sign_out_account"] += 1
            del self.acc[sid]
            return redirect("/")
        if hit:
            if me["ok"] != hit[1]:
                if q.method == "POST":
                    self.takes(q, alias="alias", password1="cloud_password", password2="cloud_password_again", agree="consent")
                return redirect(f"/cloud/{hit[1]}/verify/")
            return self.activate(q, me) if hit[1] == "activate" else self.reset(q, me)
        return Response("<h1>Not Found</h1>", 404)

    PROOF = {"account": "employee_id", "registered": "registered_phone", "otp": "code"}

    def proof(self, q: Request, sid: str, me: dict, goal: str) -> Response:
        bad: dict[str, list[str]] = {}
        if q.method == "POST":
            self.takes(q, **self.PROOF)
            if not self.csrf_ok(q, "acc_csrf"):
                return self.forbidden()
            me["id"] = q.get("account").strip()
            mobile = self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone)
            if me["id"] != self.truth.person.employee_id:
                bad["account"] = ["查無此員工編號。"]
            elif q.has("send"):
                if q.get("registered").strip() != mobile:
                    me["messages"].append(("danger", "手機門號與系統登記不符。"))
                else:
                    me["code"], me["at"] = self.truth.new_message(), time.time()
                    me["messages"].append(("success", "<b>動態碼簡訊發送成功</b> 成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"))
                return redirect(q.path)
            elif not me["code"] or q.get("otp").strip() != me["code"]:
                bad["otp"] = ["動態碼錯誤。"]
                self.truth.counts["code_refused"] += 1
            elif time.time() - me["at"] > 120:
                bad["otp"] = ["動態碼已逾 2 分鐘，請重新發送。"]
                self.truth.counts["code_refused"] += 1
            else:
                me["ok"], me["code"] = goal, ""
                self.truth.counts["code_accepted"] += 1
                self.truth.sessions.add("account:" + sid)
                return redirect(f"/cloud/{goal}/")
        head = "啟用網路帳號及首次雲端帳號密碼設定" if goal == "activate" else "重置雲端服務密碼"
        block = f"""<div class="alert alert-info"><h5>注意事項</h5><ul><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div>
<form method="post" novalidate>{{% csrf %}}<fieldset><legend>{head}</legend>
{self.field("account", "網路帳號 / 主職員工編號", value=me["id"], errors=bad.get("account"), attrs='maxlength="6"')}
<p><button type="button" class="btn btn-warning" data-toggle="modal" data-target="#smsModal"><i class="fa fa-sms"></i> 發送簡訊動態碼</button></p>
<div class="modal fade" id="smsModal" tabindex="-1" role="dialog"><div class="modal-dialog"><div class="modal-content">
{self.field("registered", "請輸入帳號登記的手機門號(10碼)", "tel", attrs='maxlength="10"', required=False)}
<button type="submit" name="send" value="sms" class="btn btn-primary" formnovalidate>確定發送</button> <button type="button" class="btn btn-secondary" data-dismiss="modal">取消</button></div></div></div>
{self.field("otp", "簡訊(或MOTP)動態碼", errors=bad.get("otp"), attrs='autocomplete="one-time-code" maxlength="8"')}</fieldset>
<input type="submit" name="next" value="下一步" class="btn btn-success" id="submit-id-next"></form>"""
        return self.base(q, "acc_csrf", head, block, me["messages"], '<a class="navbar-brand" href="/">帳號服務</a>')

    def acc_nav(self) -> str:
        return '<a class="navbar-brand" href="/">帳號服務</a><form method="post" action="/logout/">{% csrf %}<button class="btn btn-link" type="submit">離開並登出</button></form>'

    def pair(self, q: Request, bad: dict) -> str:
        return (self.field("password1", "雲端服務密碼", "password", help_text="至少 8 碼，含英文及數字；請勿與 Portal 密碼相同。", errors=bad.get("password1")) +
                self.field("password2", "確認雲端服務密碼", "password", errors=bad.get("password2")))

    def check_pair(self, q: Request, bad: dict) -> None:
        pw = q.get("password1")
        if len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search(r"\d", pw):
            bad["password1"] = ["密碼需至少 8 碼並含英文及數字。"]
        elif pw == self.truth.portal_password:
            bad["password1"] = ["不可與 Portal 密碼相同。"]
        elif pw != q.get("password2"):
            bad["password2"] = ["兩個密碼欄位不一致。"]

    def activate(self, q: Request, me: dict) -> Response:
        t, p, bad = self.truth, self.truth.person, {}
        if q.method == "POST":
            self.takes(q, alias="alias", password1="cloud_password", password2="cloud_password_again", agree="consent")
            if not self.csrf_ok(q, "acc_csrf"):
                return self.forbidden()
            name = q.get("alias").strip()
            if q.has("cancel"):
                me["messages"].append(("info", "已取消啟用。"))
                return redirect("/")
            if t.alias:
                me["messages"].append(("danger", "您已設定過雲端服務帳號，不可重複設定。"))
                return redirect("/cloud/activate/")
            if not re.fullmatch(r"[a-zA-Z][\w.-]{2,63}", name, re.A):
                bad["alias"] = ["請輸入合法的「名稱」：英文開頭，僅能使用英數字、底線、點、連字號。"]
            elif name.lower() == "taken.name":
                bad["alias"] = ["這個 雲端服務帳號 已經存在。"]
            self.check_pair(q, bad)
            if not q.get("agree"):
                bad["agree"] = ["請先勾選同意。"]
            if not bad:
                t.alias, t.cloud_password = name, q.get("password1")
                t.counts["activated"] += 1
                me["messages"].append(("success", "啟用作業完成，雲端服務將於隔日生效。"))
                return redirect("/cloud/activate/")
        facts = f"""<dl class="row"><dt>網路帳號 / 主職員工編號</dt><dd>{p.employee_id}</dd><dt>帳號姓名</dt><dd>{p.name}</dd><dt>主職單位</dt><dd>{p.unit}</dd><dt>有效期限</dt><dd>{p.valid_until}</dd></dl>"""
        if t.alias:
            block = f"<h3>設定密碼與郵件別名</h3>{facts}<p>雲端服務帳號 (電子郵件名稱)：<code>{e(t.alias)}@ntuh.gov.tw</code> <span class='badge badge-success'>已啟用</span></p>"
        else:
            block = f"""<h3>設定密碼與郵件別名</h3>{facts}<form method="post" novalidate>{{% csrf %}}<fieldset><legend>雲端服務</legend>
{self.field("alias", "雲端服務帳號 (電子郵件名稱)", value=q.get("alias"), help_text="@ntuh.gov.tw 名稱長度限64字元內", errors=bad.get("alias"), attrs='maxlength="64"')}
{self.pair(q, bad)}
<div class="form-group"><div id="div_id_agree" class="form-check"><input type="checkbox" name="agree" class="checkboxinput form-check-input" id="id_agree" required> <label for="id_agree" class="form-check-label">我已詳閱並同意遵守《規範》<span class="asteriskField">*</span></label>
{'<span class="invalid-feedback"><strong>' + bad["agree"][0] + '</strong></span>' if "agree" in bad else ""}</div></div></fieldset>
<input type="submit" name="cancel" value="取消啟用" class="btn btn-secondary" formnovalidate> <input type="submit" name="enable" value="啟用雲端服務" class="btn btn-primary"> <small class="text-muted">服務於設定完成隔日生效</small></form>"""
        return self.base(q, "acc_csrf", "設定密碼與郵件別名", block, me["messages"], self.acc_nav())

    def reset(self, q: Request, me: dict) -> Response:
        bad: dict[str, list[str]] = {}
        if q.method == "POST":
            self.takes(q, password1="cloud_password", password2="cloud_password_again")
            if not self.csrf_ok(q, "acc_csrf"):
                return self.forbidden()
            self.check_pair(q, bad)
            if not self.truth.alias:
                bad["password1"] = ["您尚未啟用雲端服務帳號。"]
            if not bad:
                self.truth.cloud_password = q.get("password1")
                me["messages"].append(("success", "雲端服務密碼重置成功。"))
                return redirect("/cloud/reset/")
        return self.base(q, "acc_csrf", "重置雲端服務密碼", f'<form method="post" novalidate>{{% csrf %}}<fieldset><legend>重置雲端服務密碼</legend>{self.pair(q, bad)}</fieldset><input type="submit" name="save" value="重置" class="btn btn-primary"></form>', me["messages"], self.acc_nav())

    # ---- mail
    def mail(self, q: Request) -> Response:
        early = self.common(q)
        if early:
            return early
        sid = q.cookies.get("wm_sessionid", "")
        me = self.mbox.get(sid)
        if q.path == "/login/" or not me:
            if q.path != "/login/":
                return redirect("/login/")
            errs, top = [], []
            if q.method == "POST":
                self.takes(q, email="mail_account", secret="mail_password", captcha_1="captcha")
                if not self.csrf_ok(q, "wm_csrf"):
                    return self.forbidden()
                if not self.captcha_ok(q):
                    errs = ["驗證碼錯誤"]
                elif not self.truth.alias or q.get("email").split("@")[0].lower() != self.truth.alias.lower() or q.get("secret") != self.truth.cloud_password:
                    top = [("danger", "登入失敗：帳號或密碼錯誤。")]
                else:
                    sid = secrets.token_hex(16)
                    self.mbox[sid] = {"messages": []}
                    self.truth.sessions.add("mail:" + sid)
                    self.truth.counts["mail_sign_in"] += 1
                    return redirect("/", ("Set-Cookie", f"wm_sessionid={sid}; Path=/; HttpOnly"))
            block = f"""<h3>電子信 Webmail</h3><form method="post" novalidate>{{% csrf %}}{self.field("email", "帳號:", value=q.get("email"))}{self.field("secret", "密碼:", "password")}
{self.captcha_widget(errs, "驗證碼(小寫字母或數字):", "看不清楚請重新整理", "abcdefhkmnprstuvwxyz2345678", 4)}
<div class="form-check"><input type="checkbox" name="remember" id="id_remember" class="form-check-input"><label for="id_remember">記住登入資訊 (公用電腦請勿勾選)</label></div>
<input type="submit" value="登入" class="btn btn-primary"></form><div class="card"><div class="card-header">公佈欄</div>※如無法登入，請先變更密碼。</div>"""
            return self.base(q, "wm_csrf", "電子信", block, top)
        if q.path == "/logout/" and q.method == "POST":
            self.takes(q)
            if not self.csrf_ok(q, "wm_csrf"):
                return self.forbidden()
            del self.mbox[sid]
            self.truth.sessions.discard("mail:" + sid)
            self.truth.counts["sign_out_mail"] += 1
            return redirect("/login/")
        return self.base(q, "wm_csrf", "收件匣", f"<h3>收件匣 (1)</h3><p>{e(self.truth.alias)}@ntuh.gov.tw</p><table class='table'><tr><th>寄件者</th><th>主旨</th></tr><tr><td>資訊室</td><td>歡迎使用</td></tr></table>", me["messages"], self.logout_nav("/", "/logout/", "信箱"))

"""A site of 2015, rendered on the server, its markup full of ng-* attributes and Bootstrap 3 panels; forms are ordinary."""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect


def strong(word: str) -> bool:
    return len(word) >= 8 and bool(re.search("[A-Za-z]", word)) and bool(re.search("[0-9]", word))


class TheSite(Site):
    title = "angularjs_ssr_2015"

    def __init__(self) -> None:
        super().__init__()
        self.store: dict[str, dict] = {}

    def shell(self, app: str, title: str, body: str, nav: str = "", cookie: str = "") -> Response:
        html = f"""<!doctype html>
<html lang="zh-Hant" ng-app="{app}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<style>[ng-cloak],.ng-hide{{display:none !important}} .panel{{border:1px solid #ddd;margin:12px}} .has-error{{color:#a94442}}</style></head>
<body ng-controller="MainCtrl as vm"><nav class="navbar navbar-default" role="navigation"><div class="container"><span class="navbar-brand">{title}</span>
<ul class="nav navbar-nav navbar-right">{nav}</ul></div></nav><div class="container ng-scope" ui-view>{body}</div>
<script>window.__STATE__ = {{"ver":"1.4.7"}};</script></body></html>"""
        return Response(html, headers=[("Set-Cookie", cookie)] if cookie else [])

    def panel(self, title: str, body: str, kind: str = "default") -> str:
        return f'<div class="panel panel-{kind}"><div class="panel-heading"><h3 class="panel-title">{title}</h3></div><div class="panel-body">{body}</div></div>'

    def tell(self, words: str, kind: str = "danger") -> str:
        return f'<div class="alert alert-{kind}" role="alert" ng-if="vm.msg">{words}</div>' if words else ""

    def group(self, label: str, name: str, kind: str = "text", value: str = "", more: str = "", hint: str = "") -> str:
        return f"""<div class="form-group" ng-class="{{'has-error': f.{name}.$invalid &amp;&amp; f.$submitted}}"><label class="control-label" for="i_{name}">{label}</label>
<input class="form-control ng-pristine ng-untouched" id="i_{name}" type="{kind}" name="{name}" ng-model="vm.{name}" value="{escape(value, True)}" {more}>
<span class="help-block">{hint}</span><span class="help-block ng-hide" ng-show="f.{name}.$error.required">此欄位必填</span></div>"""

    def open(self, site: str) -> tuple[str, dict, str]:
        token = secrets.token_hex(16)
        self.store[site + token] = {}
        return token, self.store[site + token], f"ng_{site}={token}; Path=/; HttpOnly"

    def state(self, request: Request, site: str) -> tuple[str, dict | None]:
        token = request.query.get("SESSION") or request.cookies.get("ng_" + site, "")
        return token, self.store.get(site + token)

    def xsrf(self, state: dict) -> str:
        state["xsrf"] = secrets.token_urlsafe(12)
        return f'<input type="hidden" name="_xsrf" value="{state["xsrf"]}">'

    def fresh(self, request: Request, state: dict) -> bool:
        return request.get("_xsrf") != "" and request.get("_xsrf") == state.pop("xsrf", None)

    def code_ok(self, answer: str) -> bool:
        right, self.truth.captcha = self.truth.captcha, ""
        return right != "" and answer.strip().upper() == right.upper()

    # ---- portal
    def portal(self, request: Request) -> Response:
        if request.path == "/favicon.ico":
            return Response("Not Found", 404)
        path, t = request.path, self.truth
        if path == "/":
            return redirect("/login")
        if path == "/captcha.png":
            return Response(picture(t.captcha, "PNG"), kind="image/png")
        if path == "/login":
            if request.method != "POST":
                return self.login("")
            self.takes(request, campus="campus", uid="employee_id", pwd="portal_password", answer="captcha")
            _, state = self.state(request, "pre")
            if state is None or not self.fresh(request, state):
                return self.login("頁面逾時，請重新登入。")
            if not self.code_ok(request.get("answer")):
                t.counts["sign_in_refused"] += 1
                return self.login("驗證碼不符，請再試一次。")
            if request.get("campus") != "T0" or request.get("uid") != t.person.employee_id or request.get("pwd") != t.portal_password:
                t.counts["sign_in_refused"] += 1
                return self.login("登入失敗：帳號或密碼有誤。")
            token, _, cookie = self.open("p")
            t.sessions.add("portal:" + token)
            t.counts["sign_in"] += 1
            return redirect(f"/home?SESSION={token}", ("Set-Cookie", cookie))
        token, state = self.state(request, "p")
        if "portal:" + token not in t.sessions:
            return redirect("/login")
        if path == "/logout" and request.method == "POST":
            t.sessions.discard("portal:" + token)
            t.counts["sign_out_portal"] += 1
            return self.shell("portalApp", "已登出", self.panel("登出", '您已登出。<a href="/login">重新登入</a>'))
        inner = self.urls["inner"]
        menu = f"""<div class="list-group"><a class="list-group-item" ui-sref="pwd" href="{inner}/me/password?SESSION={token}"><i class="glyphicon glyphicon-lock"></i> 更改密碼</a>
<a class="list-group-item" href="/home?SESSION={token}">查詢員工連絡資料</a><a class="list-group-item" ui-sref="contact" href="{inner}/me/contact?SESSION={token}"><i class="glyphicon glyphicon-phone"></i> 維護個人連絡資料</a></div>"""
        nav = f'<li><form class="navbar-form" method="post" action="/logout?SESSION={token}"><button class="btn btn-link" type="submit"><i class="glyphicon glyphicon-off"></i> 登出系統</button></form></li>'
        return self.shell("portalApp", "醫療資訊系統", f"<p>您好! {t.person.name}</p>" + self.panel("個人管理", menu, "primary") + self.panel("全院公告 <span class='badge'>1</span>", "2015/09/01 系統改版，歡迎使用。"), nav)

    def login(self, words: str) -> Response:
        self.truth.new_captcha()
        _, state, cookie = self.open("pre")
        form = f"""{self.tell(words)}<form name="f" method="post" action="/login" novalidate ng-submit="vm.busy=true">{self.xsrf(state)}
<div class="form-group"><label for="campus">院區</label><select class="form-control" id="campus" name="campus" ng-model="vm.campus"><option value="T0" selected>總院區</option><option value="T2">北護分院</option><option value="T4">新竹分院</option></select></div>
{self.group("帳號", "uid", more='maxlength="6" required ng-pattern="/^[0-9]{6}$/"')}{self.group("密碼", "pwd", "password", more="required")}
{self.group("驗證碼 <small>(不用區分大小寫)</small>", "answer", more='maxlength="6" autocomplete="off" required')}<img src="/captcha.png?{secrets.token_hex(3)}" alt="captcha" width="120" height="36">
<button type="submit" class="btn btn-primary btn-block" ng-disabled="vm.busy"><i class="glyphicon glyphicon-log-in"></i> 登入 Sign in</button></form>"""
        return self.shell("portalApp", "臺大醫院 Portal", self.panel("登入", form, "info"), cookie=cookie)

    # ---- inner
    FIELDS = (("english_surname", "surname", "英文姓：", "ex:Chen(陳)"), ("english_given", "given", "英文首名：", "ex: Yi-Fen(怡芬)"),
              ("english_middle", "middle", "英文中名：", "ex:Mary 為英文別名，如無，可不填"), ("office_phone", "office", "辦公室電話：", "ex:61234或23123456"),
              ("home_phone", "home", "住宅電話：", "ex:0223123456"), ("mobile_phone", "mobile", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))

    def inner(self, request: Request) -> Response:
        t = self.truth
        token, state = self.state(request, "p")
        if "portal:" + token not in t.sessions or state is None:
            return redirect(self.urls["portal"] + "/login")
        home = self.urls["portal"]
        back = f'<a class="btn btn-default" href="{home}/home?SESSION={token}">回功能選單</a>'
        out = f'<li><form method="post" action="{home}/logout?SESSION={token}"><button class="btn btn-link">登出系統</button></form></li>'
        words, kind = "", "danger"
        post = request.method == "POST"
        if request.path == "/me/password":
            if post:
                self.takes(request, oldPwd="old_password", newPwd="new_password", newPwd2="new_password_again")
                new = request.get("newPwd")
                if not self.fresh(request, state):
                    words = "頁面逾時，請重新輸入。"
                elif request.get("oldPwd") != t.portal_password:
                    words = "舊密碼不正確。"
                elif new != request.get("newPwd2"):
                    words = "兩次新密碼不一致。"
                elif not strong(new):
                    words = "新密碼未符合設定條件。"
                if not words:
                    t.portal_password = new
                    t.counts["password_changed"] += 1
                    return self.shell("innerApp", "更改密碼", self.tell("密碼變更成功！", "success") + back, out)
                t.counts["password_refused"] += 1
            form = f"""{self.tell(words)}<form name="f" method="post" novalidate>{self.xsrf(state)}{self.group("請輸入舊密碼：", "oldPwd", "password")}{self.group("請輸入新密碼：", "newPwd", "password")}
{self.group("請再輸入新密碼：", "newPwd2", "password", more='ng-match="vm.newPwd"')}<p>密碼設定條件：1.密碼長度不可少於8個字元 2.密碼內容需包含英文及數字</p><button type="submit" class="btn btn-warning">更改密碼</button> {back}</form>"""
            return self.shell("innerApp", "更改密碼", self.panel("更改密碼", form), out)
        if request.path == "/me/contact":
            if post:
                self.takes(request, mobile="mobile_phone")
                if not self.fresh(request, state):
                    words = "頁面逾時，尚未儲存。"
                elif not re.fullmatch("09[0-9]{8}", request.get("mobile")):
                    words = "行動電話須為10碼數字，尚未儲存。"
                else:
                    t.saved_contact.update({k: request.get(n) for k, n, _, _ in self.FIELDS if request.has(n)})
                    t.counts["contact_saved"] += 1
                    words, kind = "連絡資料已儲存。", "success"
            rows = "".join(self.group(label, n, value=t.saved_contact.get(k, getattr(t.person, k)), hint=hint) for k, n, label, hint in self.FIELDS)
            form = f"""{self.tell(words, kind)}<form name="f" method="post" novalidate>{self.xsrf(state)}<button type="submit" class="btn btn-success"><i class="glyphicon glyphicon-floppy-disk"></i> 異動儲存</button>
<p>員工編號：{t.person.employee_id}　姓名：{t.person.name}</p>{rows}{back}</form>"""
            return self.shell("innerApp", "維護個人連絡資料", self.panel("台大醫院---維護個人連絡資料", form), out)
        return Response("Not Found", 404)

    # ---- account
    def account(self, request: Request) -> Response:
        t, path, post = self.truth, request.path, request.method == "POST"
        if path == "/":
            return self.shell("helpApp", "網路帳號服務", self.panel("《規範》", "網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用。") + self.panel("《常見問題與服務》", "密碼修改後多久可以生效：即時生效。")
                + """<a class="btn btn-primary btn-lg" href="/verify/activate">啟用網路帳號及首次雲端帳號密碼設定</a> <a class="btn btn-default btn-lg" href="/verify/reset">重置雲端服務密碼</a>""")
        if path in ("/verify/activate", "/verify/reset") and not post:
            _, state, cookie = self.open("a")
            state["go"] = path[8:]
            return self.verify(state, "", cookie=cookie)
        token, state = self.state(request, "a")
        if state is None:
            return redirect("/")
        if post and path == "/verify/send":
            self.takes(request, account="employee_id")
            if not self.fresh(request, state) or request.get("account") != t.person.employee_id:
                return self.verify(state, "查無此帳號或頁面逾時。")
            state["emp"] = request.get("account")
            return self.phone(state, "")
        if post and path == "/verify/phone":
            self.takes(request, phone="registered_phone")
            if not self.fresh(request, state) or "emp" not in state:
                return self.verify(state, "頁面逾時，請重新輸入。")
            if request.get("phone") != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                return self.phone(state, "門號與登記資料不符。")
            state["code"], state["at"] = t.new_message(), time.time()
            return self.verify(state, "動態碼簡訊發送成功。請將簡訊動態碼輸入後，按「下一步」", "success")
        if post and path == "/verify/next":
            self.takes(request, account="employee_id", otp="code")
            if not self.fresh(request, state) or request.get("account") != state.get("emp") or not state.get("code") or request.get("otp") != state["code"] or time.time() - state["at"] > 120:
                t.counts["code_refused"] += 1
                return self.verify(state, "動態碼不正確或已失效。")
            state["code"] = ""
            t.sessions.add("account:" + token)
            t.counts["code_accepted"] += 1
            return redirect("/cloud", status=303)
        if "account:" + token not in t.sessions:
            return redirect("/")
        if path == "/leave" and post:
            t.sessions.discard("account:" + token)
            t.counts["sign_out_account"] += 1
            return self.shell("helpApp", "已登出", '<p>您已登出。<a href="/">回首頁</a></p>')
        if path == "/cloud":
            return self.cloud(request, state) if post else self.cloud_page(state, "")
        return Response("Not Found", 404)

    def verify(self, state: dict, words: str, kind: str = "danger", cookie: str = "") -> Response:
        title = "重置雲端服務密碼" if state["go"] == "reset" else "啟用網路帳號及首次雲端帳號密碼設定"
        return self.shell("helpApp", title, self.tell(words, kind) + self.panel(title, f"""<form name="f" method="post" action="/verify/next" novalidate>{self.xsrf(state)}
{self.group("網路帳號 / 主職員工編號", "account", value=state.get("emp", ""), more='maxlength="6"')}<button type="submit" formaction="/verify/send" class="btn btn-info">發送簡訊動態碼</button>
{self.group("簡訊(或MOTP)動態碼", "otp", more='maxlength="8" autocomplete="off"')}<button type="submit" class="btn btn-primary">下一步</button></form>"""), cookie=cookie)

    def phone(self, state: dict, words: str) -> Response:
        return self.shell("helpApp", "發送簡訊動態碼", self.tell(words) + self.panel("發送簡訊動態碼", f"""<form name="f" method="post" action="/verify/phone" novalidate>{self.xsrf(state)}
{self.group("請輸入帳號登記的手機門號(10碼)", "phone", "tel", more='maxlength="10"')}<button type="submit" class="btn btn-primary">確定發送</button> <a class="btn btn-default" href="/verify/{state['go']}">取消</a></form>"""))

    def cloud_page(self, state: dict, words: str, kind: str = "danger", done: bool = False) -> Response:
        t, p = self.truth, self.truth.person
        pair = self.group("雲端服務密碼", "cpw", "password", hint="至少8碼，含英文及數字") + self.group("再次輸入雲端服務密碼", "cpw2", "password")
        if done:
            form = ""
        elif state["go"] == "reset":
            form = pair + '<button type="submit" class="btn btn-primary">重置雲端服務密碼</button>' if t.alias else "<p>尚未啟用雲端服務。</p>"
        elif t.alias:
            form = f"<p>雲端服務帳號 (電子郵件名稱)：{t.alias}@ntuh.gov.tw</p><p class='text-success'>您的雲端服務帳號已經啟用過了。</p>"
        else:
            form = self.group("雲端服務帳號 (電子郵件名稱)", "alias", more='maxlength="64"', hint="@ntuh.gov.tw 名稱長度限64字元內") + pair + '<a class="btn btn-default" href="/">取消啟用</a> <button type="submit" class="btn btn-primary">啟用雲端服務</button>'
        facts = f"<dl><dt>網路帳號 / 主職員工編號</dt><dd>{p.employee_id}</dd><dt>帳號姓名</dt><dd>{p.name}</dd><dt>主職單位</dt><dd>{p.unit}</dd><dt>有效期限</dt><dd>{p.valid_until}</dd></dl>"
        return self.shell("helpApp", "設定密碼與郵件別名", self.tell(words, kind) + self.panel("設定密碼與郵件別名", f'{facts}<form name="f" method="post" action="/cloud" novalidate>{self.xsrf(state)}{form}</form>'),
            '<li><form method="post" action="/leave"><button type="submit" class="btn btn-link">登出</button></form></li>')

    def cloud(self, request: Request, state: dict) -> Response:
        self.takes(request, alias="alias", cpw="cloud_password", cpw2="cloud_password_again")
        t, name, reset = self.truth, request.get("alias").strip(), state["go"] == "reset"
        if not self.fresh(request, state) or bool(t.alias) != reset:
            return self.cloud_page(state, "無法執行：頁面逾時或帳號狀態不符。")
        if not reset and name.lower() == "taken.name":
            return self.cloud_page(state, "此電子郵件名稱已被使用。")
        if not reset and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", name):
            return self.cloud_page(state, "電子郵件名稱格式不正確。")
        if request.get("cpw") != request.get("cpw2") or not strong(request.get("cpw")):
            return self.cloud_page(state, "密碼不符規定或兩次輸入不同。")
        t.cloud_password = request.get("cpw")
        if not reset:
            t.alias = name
            t.counts["activated"] += 1
        return self.cloud_page(state, "雲端服務密碼已重置。" if reset else f"雲端服務啟用成功：{name}@ntuh.gov.tw，隔日生效。", "success", True)

    # ---- mail
    def mail(self, request: Request) -> Response:
        if request.path == "/favicon.ico":
            return Response("Not Found", 404)
        t, path = self.truth, request.path
        if path == "/captcha.png":
            return Response(picture(t.captcha, "PNG"), kind="image/png")
        if path == "/" and request.method == "POST":
            self.takes(request, acct="mail_account", secret="mail_password", pic="captcha")
            if not self.code_ok(request.get("pic")):
                return self.mail_page("驗證碼錯誤。")
            if not t.alias or request.get("acct").split("@")[0] != t.alias or request.get("secret") != t.cloud_password:
                return self.mail_page("帳號或密碼錯誤。")
            token, _, cookie = self.open("m")
            t.sessions.add("mail:" + token)
            t.counts["mail_sign_in"] += 1
            return redirect("/inbox", ("Set-Cookie", cookie))
        token, _ = self.state(request, "m")
        if "mail:" + token not in t.sessions:
            return self.mail_page("")
        if path == "/logout":
            t.sessions.discard("mail:" + token)
            t.counts["sign_out_mail"] += 1
            return self.mail_page("您已登出。")
        return self.shell("mailApp", "收件匣", self.panel("收件匣", "資訊室：歡迎使用電子信箱"), '<li><a href="/logout">登出</a></li>')

    def mail_page(self, words: str) -> Response:
        self.truth.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5)
        return self.shell("mailApp", "電子信箱", self.tell(words) + self.panel("登入", f"""<form name="f" method="post" action="/" novalidate>{self.group("帳號:", "acct")}{self.group("密碼:", "secret", "password")}
{self.group("驗證碼(小寫字母或數字):", "pic")}<img src="/captcha.png?{secrets.token_hex(3)}" alt=""><div class="checkbox"><label><input type="checkbox" name="keep" value="1"> 記住登入資訊 (公用電腦請勿勾選)</label></div><button class="btn btn-primary">登入</button></form>"""))

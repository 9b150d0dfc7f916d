"""The government's web accessibility template (AA): guide bricks, access keys, fieldsets, definition lists; Struts behind it."""

from __future__ import annotations

import html
import re
import secrets
import sys
import time
from pathlib import Path


from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402

TOKEN = "org.apache.struts.taglib.html.TOKEN"
BRANCHES = (("A", "總院區"), ("B", "北護分院"), ("C", "金山分院"), ("D", "新竹分院"), ("E", "雲林分院"))
PHONES = {
    "engLastName": ("english_surname", "英文姓", "例如：Chen（陳）"), "engFirstName": ("english_given", "英文首名", "例如：Yi-Fen（怡芬）"),
    "engMiddleName": ("english_middle", "英文中名", "例如：Mary，為英文別名，如無，可不填"), "officeTel": ("office_phone", "辦公室電話", "例如：61234或23123456"),
    "homeTel": ("home_phone", "住宅電話", "例如：0223123456"), "cellTel": ("mobile_phone", "行動電話", "例如：0952000000，如離職或更換門號，請記得調整此欄位"),
}


def q(text: str) -> str:
    return html.escape(text, quote=True)


def strong(word: str) -> bool:
    return len(word) >= 8 and bool(re.search("[A-Za-z]", word)) and bool(re.search("[0-9]", word))


class TheSite(Site):
    title = "government_accessible"

    def __init__(self) -> None:
        super().__init__()
        self.visits: dict[str, dict] = {}
        self.signed: dict[str, dict] = {}
        self.shown: dict[str, tuple[str, str]] = {}
        self.visit: dict = {}
        self.extra: list[tuple[str, str]] = []
        self.suffix = ""

    # ---- the container (Tomcat)
    def open(self, request: Request) -> str:
        """Find or make the session; answers the path without ;jsessionid."""
        path, _, rest = request.path.partition(";jsessionid=")
        number, self.extra, self.suffix = request.cookies.get("JSESSIONID", rest), [], ""
        if number not in self.visits:
            number = secrets.token_hex(16).upper()
            self.visits[number] = {"id": number, "tokens": {}}
            self.extra, self.suffix = [("Set-Cookie", f"JSESSIONID={number}; Path=/; HttpOnly")], f";jsessionid={number}"
        self.visit = self.visits[number]
        return path

    def url(self, path: str) -> str:
        where, mark, rest = path.partition("?")
        return where + self.suffix + mark + rest

    def token(self, name: str) -> str:
        self.visit["tokens"][name] = secrets.token_hex(16)
        return f'<div class="hid"><input type="hidden" name="{TOKEN}" value="{self.visit["tokens"][name]}" /></div>'

    def spent(self, request: Request, name: str) -> bool:
        """isTokenValid(request, true): a token is good once."""
        want = self.visit["tokens"].pop(name, "")
        return not want or request.get(TOKEN) != want

    def to(self, path: str) -> Response:
        return redirect(self.url(path), *self.extra)

    # ---- the template
    def page(self, request: Request, title: str, content: str, errors: list[tuple[str, str]] | None = None, path: str = "首頁", head: str = "", links: str = "") -> Response:
        wrong = ""
        if errors:
            items = "".join(f'<li><a href="#{field}">{said}</a></li>' if field else f"<li>{said}</li>" for field, said in errors)
            wrong = f'<div id="errorSummary" class="err"><h3>輸入資料有誤，請修正下列 {len(errors)} 項後重新送出</h3><ul>{items}</ul></div>'
        return Response(f"""<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="zh-Hant" lang="zh-Hant"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" />{head}
<title>{title}－大學附設醫院資訊服務網</title>
<style type="text/css">.skip{{position:absolute;left:-999em}}.skip:focus{{left:0}}.err{{border:2px solid #c00}}.ok{{border:2px solid #060}}fieldset{{margin:1em 0}}dt{{font-weight:bold}}</style></head>
<body><div><a class="skip" href="#content" title="跳到主要內容區塊" tabindex="1">跳到主要內容區塊</a></div>
<noscript><p>您的瀏覽器不支援JavaScript語法，JavaScript語法並不影響內容的陳述。</p></noscript>
<div id="header"><a accesskey="U" href="#U" id="U" title="上方導覽連結區">:::</a> <h1>大學附設醫院資訊服務網</h1>
<ul><li><a href="{self.url('/sitemap.do')}" title="網站導覽">網站導覽</a></li>{links}<li>字級大小：<a href="#U" title="小字級">小</a> <a href="#U" title="中字級">中</a> <a href="#U" title="大字級">大</a></li></ul></div>
<div id="main"><p id="path">目前位置：{path} &gt; {title}</p><p><a accesskey="C" href="#C" id="C" title="中央內容區塊">:::</a></p>
<div id="content"><h2>{title}</h2>{wrong}{content}</div></div>
<div id="footer"><p><a accesskey="Z" href="#Z" id="Z" title="頁尾區">:::</a> 服務專線：分機261120　<a href="#Z" title="隱私權及安全政策">隱私權及安全政策</a></p>
<p>無障礙網頁標章 AA 等級　更新日期：101/06/30</p></div></body></html>""", headers=self.extra)

    def row(self, name: str, text: str, value: str = "", kind: str = "text", hint: str = "", must: bool = True, more: str = "") -> str:
        star = '<em title="必填欄位">（必填）</em>' if must else ""
        note = f' <span id="{name}Note" class="note">{hint}</span>' if hint else ""
        return f'<p><label for="{name}">{text}{star}：</label><input type="{kind}" name="{name}" id="{name}" value="{q(value)}" title="請輸入{text}"{more} />{note}</p>\n'

    def picture_row(self, host: str, label: str, letters: str = "", length: int = 6, again: str = "") -> str:
        text = self.truth.new_captcha(letters, length) if letters else self.truth.new_captcha()
        number = secrets.token_hex(4)
        self.shown[host] = (number, text)
        return f"""<p><label for="authCode">{label}：</label><input type="text" name="authCode" id="authCode" size="8" maxlength="{length}" autocomplete="off" title="請輸入圖片中的文字" />
<img src="{self.url('/authImage.do?id=' + number)}" alt="驗證碼圖片，若無法辨識請來電" width="120" height="36" /> <a href="{self.url(again)}" title="重新產生驗證碼圖片">重新產生圖片</a></p>"""

    def image(self, request: Request) -> Response:
        number, text = self.shown.get(request.host, ("", ""))
        if not number or request.query.get("id") != number:
            return Response("404", 404)
        return Response(picture(text, "BMP" if request.host == "portal" else "PNG"), kind="image/bmp" if request.host == "portal" else "image/png")

    def agrees(self, host: str, answer: str) -> bool:
        _, text = self.shown.pop(host, ("", ""))
        return bool(text) and text == self.truth.captcha and answer.strip().lower() == text.lower()

    # ---- portal
    def portal(self, request: Request) -> Response:
        path = self.open(request)
        if path == "/authImage.do":
            return self.image(request)
        if path in ("/", "/login.do"):
            return self.login_page(request, [("", "您已逾時登出，請重新登入")] if request.query.get("timeout") else None)
        if path == "/loginCheck.do":
            return self.login(request)
        number = request.get("SESSION")
        if number not in self.signed or self.signed[number]["visit"] != self.visit["id"]:
            return self.to("/login.do?timeout=1") if path != "/sitemap.do" else self.page(request, "網站導覽", f'<ol><li><a href="{self.url("/login.do")}">登入</a></li></ol>')
        links = f'<li><a href="/logout.do?SESSION={number}" title="登出系統" accesskey="L">登出</a></li>'
        if path == "/logout.do":
            del self.signed[number]
            self.truth.sessions.discard(f"portal:{number}")
            self.truth.counts["sign_out_portal"] += 1
            return self.page(request, "登出", f'<p>您已安全登出本系統。</p><p><a href="{self.url("/login.do")}">重新登入</a></p>')
        if path == "/welcome.do":
            where = f"/index.do?SESSION={number}"
            return self.page(request, "登入成功", f'<p>系統將於3秒後自動轉至功能選單，若未轉址請<a href="{where}" title="功能選單">按此進入功能選單</a>。</p>', head=f'<meta http-equiv="refresh" content="3;url={where}" />', links=links)
        if path == "/index.do":
            inner = self.urls["inner"]
            groups = [("行政系統", [("差勤系統", ""), ("表單下載", "")]), ("數位學習", [("必修課程", "")]), ("個人管理", [
                ("更改密碼", f"{inner}/personal/password.do"), ("個人簽章提醒設定", ""), ("查詢員工連絡資料", ""), ("維護個人連絡資料", f"{inner}/personal/contact.do"), ("員工扣繳憑單查詢", ""), ("流感同意書列印", "")])]
            body = "".join(f"<h3>{g}</h3><ul>" + "".join(f'<li><a href="{u or "/closed.do"}?SESSION={number}" title="{t}">{t}</a></li>' for t, u in entries) + "</ul>" for g, entries in groups)
            return self.page(request, "功能選單", f"<p>{self.truth.person.name} 您好！</p>{body}", links=links)
        return self.page(request, "訊息", f'<p>本功能限管理人員使用。</p><p><a href="/index.do?SESSION={number}">回功能選單</a></p>', links=links)

    def login_page(self, request: Request, errors: list[tuple[str, str]] | None = None, account: str = "") -> Response:
        radios = "".join(f'<input type="radio" name="branch" id="branch{v}" value="{v}"{" checked=" + chr(34) + "checked" + chr(34) if v == "A" else ""} /><label for="branch{v}">{t}</label> ' for v, t in BRANCHES)
        return self.page(request, "PORTAL系統登入", f"""<form id="loginForm" action="{self.url('/loginCheck.do')}" method="post">{self.token("login")}
<fieldset><legend>院區</legend><p>{radios}</p></fieldset>
<fieldset><legend>登入資料</legend>{self.row("account", "帳號", account, hint="6位數數字", more=' maxlength="10"')}{self.row("password", "密碼", kind="password")}
{self.picture_row("portal", "驗證碼（不用區分大小寫）", again="/login.do")}</fieldset>
<p><input type="submit" value="確認登入" title="確認登入" accesskey="S" /> <input type="reset" value="重填" title="重填" /></p></form>
<h3>相關連結</h3><ul><li><a href="{self.urls.get('account', '')}/" title="網路帳號服務">網路帳號服務</a></li></ul>""", errors)

    def login(self, request: Request) -> Response:
        self.takes(request, branch="campus", account="employee_id", password="portal_password", authCode="captcha")
        good, stale = self.agrees("portal", request.get("authCode")), self.spent(request, "login")
        account, errors = request.get("account").strip(), []
        if stale:
            errors.append(("", "網頁已逾期，請重新輸入"))
        elif not good:
            errors.append(("authCode", "驗證碼與圖片不符"))
        elif request.get("branch") not in dict(BRANCHES):
            errors.append(("branchA", "請選擇院區"))
        elif account != self.truth.person.employee_id or request.get("password") != self.truth.portal_password:
            errors.append(("account", "帳號或密碼不正確，請重新輸入"))
        if errors:
            self.truth.counts["sign_in_refused"] += 1
            return self.login_page(request, errors, account)
        number = secrets.token_hex(16)
        self.signed[number] = {"visit": self.visit["id"]}
        self.truth.sessions.add(f"portal:{number}")
        self.truth.counts["sign_in"] += 1
        return self.to(f"/welcome.do?SESSION={number}")

    # ---- inner
    def inner(self, request: Request) -> Response:
        path, number = self.open(request), request.get("SESSION")
        if request.method == "POST":
            self.takes(request, oldPassword="old_password", newPassword="new_password", newPasswordAgain="new_password_again", cellTel="mobile_phone")
        if number not in self.signed:
            return redirect(f"{self.urls['portal']}/login.do?timeout=1", *self.extra)
        menu = f'<a href="{self.urls["portal"]}/index.do?SESSION={number}" title="回功能選單" accesskey="M">回功能選單</a>'
        links = f'<li>{menu}</li><li><a href="{self.urls["portal"]}/logout.do?SESSION={number}" title="登出系統">登出系統</a></li>'
        keep = f'<div class="hid"><input type="hidden" name="SESSION" value="{number}" /></div>'
        if path == "/personal/password.do":
            errors: list[tuple[str, str]] = []
            if request.method == "POST":
                old, new, again = request.get("oldPassword"), request.get("newPassword"), request.get("newPasswordAgain")
                if self.spent(request, "password"):
                    errors.append(("", "網頁已逾期或重複送出"))
                else:
                    if old != self.truth.portal_password:
                        errors.append(("oldPassword", "舊密碼不正確"))
                    if not strong(new):
                        errors.append(("newPassword", "新密碼不符合設定條件"))
                    elif new == old:
                        errors.append(("newPassword", "新密碼不得與舊密碼相同"))
                    if new != again:
                        errors.append(("newPasswordAgain", "兩次輸入之新密碼不相符"))
                if not errors:
                    self.truth.portal_password = new
                    self.truth.counts["password_changed"] += 1
                    return self.page(request, "更改密碼作業結果", f'<div class="ok"><h3>處理結果</h3><p>您的登入密碼已修改完畢，請妥善保管。</p></div><p>{menu}</p>', path="首頁 &gt; 個人管理", links=links)
                self.truth.counts["password_refused"] += 1
            return self.page(request, "更改密碼", f"""<form action="{self.url('/personal/password.do')}" method="post">{self.token("password")}{keep}
<fieldset><legend>密碼資料</legend>{self.row("oldPassword", "請輸入舊密碼", kind="password", must=False)}{self.row("newPassword", "請輸入新密碼", kind="password", must=False)}
{self.row("newPasswordAgain", "請再輸入新密碼", kind="password", must=False)}</fieldset>
<h3>密碼設定條件：</h3><ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol>
<p><input type="submit" value="確認修改" title="確認修改" accesskey="S" /> <input type="reset" value="重填" title="重填" /></p></form><p>{menu}</p>""", errors, "首頁 &gt; 個人管理", links=links)
        if path == "/personal/contact.do":
            person, errors, said = self.truth.person, [], ""
            if request.method == "POST":
                if self.spent(request, "contact") or not all(request.has(n) for n in PHONES):
                    errors.append(("", "網頁已逾期或資料不完整"))
                elif not re.fullmatch(r"09\d{8}", request.get("cellTel").strip()):
                    errors.append(("cellTel", "行動電話應為09開頭之10碼數字"))
                else:
                    self.truth.saved_contact = {key: request.get(n).strip() for n, (key, _, _) in PHONES.items()}
                    self.truth.counts["contact_saved"] += 1
                    said = '<div class="ok"><h3>處理結果</h3><p>您的個人連絡資料已更新，更新後內容如下。</p></div>'
            now = {n: request.get(n) if errors else self.truth.saved_contact.get(key, getattr(person, key)) for n, (key, _, _) in PHONES.items()}
            rows = {n: self.row(n, text, now[n], hint=hint, must=n == "cellTel", more=' maxlength="30"') for n, (_, text, hint) in PHONES.items()}
            return self.page(request, "維護個人連絡資料", f"""{said}<form action="{self.url('/personal/contact.do')}" method="post">{self.token("contact")}{keep}
<h3>員工資料</h3><dl><dt>員工編號：</dt><dd>{person.employee_id}</dd><dt>姓名：</dt><dd>{person.name}</dd></dl>
<fieldset><legend>英文姓名</legend>{rows["engLastName"]}{rows["engFirstName"]}{rows["engMiddleName"]}</fieldset>
<fieldset><legend>連絡電話</legend>{rows["officeTel"]}{rows["homeTel"]}{rows["cellTel"]}</fieldset>
<p><input type="submit" value="異動儲存" title="異動儲存" accesskey="S" /></p></form><p>{menu}</p>""", errors, "首頁 &gt; 個人管理", links=links)
        return Response("404", 404)

    # ---- account
    def account(self, request: Request) -> Response:
        path = self.open(request)
        if request.method == "POST":
            self.takes(request, userId="employee_id", mobile="registered_phone", otp="code", mailName="alias", cloudPass="cloud_password", cloudPass2="cloud_password_again")
        if path == "/":
            return self.page(request, "網路帳號服務", f"""<h3>規範</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用。</p>
<ul><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同，以確保個人資料安全。</li></ul>
<h3>常見問題與服務</h3><dl><dt>密碼修改後多久可以生效</dt><dd>即時生效。</dd><dt>忘記密碼</dt><dd>請您親自以下方連結取得簡訊後進行密碼設定。</dd></dl>
<h3>服務項目</h3><ul><li><a href="{self.url('/verify.do?item=enable')}" title="啟用網路帳號及首次雲端帳號密碼設定" accesskey="1">啟用網路帳號及首次雲端帳號密碼設定</a></li>
<li><a href="{self.url('/verify.do?item=reset')}" title="重置雲端服務密碼" accesskey="2">重置雲端服務密碼</a></li><li><a href="{self.url('/verify.do?item=vpn')}" title="總院廠商VPN展延申請">總院廠商VPN展延申請</a></li></ul>""")
        if path == "/leave.do":
            if self.visit.pop("proved", None):
                self.truth.sessions.discard(f"account:{self.visit['id']}")
                self.truth.counts["sign_out_account"] += 1
            return self.to("/")
        if path == "/verify.do":
            item = request.query.get("item", "enable")
            if item == "vpn":
                return self.page(request, "總院廠商VPN展延申請", "<p>請填寫紙本申請單。</p>")
            self.visit["item"] = "reset" if item == "reset" else "enable"
            return self.verify_page(request)
        if path == "/sms.do" and request.method == "POST":
            return self.sms(request)
        if path == "/sendSms.do" and request.method == "POST":
            return self.send(request)
        if path == "/checkOtp.do" and request.method == "POST":
            return self.check(request)
        if path in ("/setting.do", "/resetPassword.do"):
            if self.visit.get("proved") != ("enable" if path == "/setting.do" else "reset"):
                return self.to("/")
            return self.setting(request) if path == "/setting.do" else self.reset(request)
        return self.to("/")

    def verify_page(self, request: Request, errors: list[tuple[str, str]] | None = None, said: str = "") -> Response:
        title = "重置雲端服務密碼" if self.visit.get("item") == "reset" else "啟用網路帳號及首次雲端帳號密碼設定"
        told = f'<div class="ok"><h3>動態碼簡訊發送成功</h3><p>{said}</p></div>' if said else ""
        return self.page(request, title, f"""{told}<h3>注意事項</h3><ul><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>如果有安裝MOTP APP，則可直接開啟APP取得動態碼，無須透過簡訊發送。</li></ul>
<form action="{self.url('/sms.do')}" method="post">{self.token("sms")}<fieldset><legend>步驟一、取得動態碼</legend>{self.row("userId", "網路帳號 / 主職員工編號", self.visit.get("userId", ""), more=' maxlength="6"')}
<p><input type="submit" value="發送簡訊動態碼" title="發送簡訊動態碼" /></p></fieldset></form>
<form action="{self.url('/checkOtp.do')}" method="post">{self.token("otp")}<fieldset><legend>步驟二、輸入動態碼</legend>{self.row("otp", "簡訊(或MOTP)動態碼", more=' maxlength="8" autocomplete="off"')}
<p><input type="submit" value="下一步" title="下一步" accesskey="N" /></p></fieldset></form><p><a href="{self.url('/')}">回網路帳號服務首頁</a></p>""", errors)

    def sms(self, request: Request) -> Response:
        self.visit["userId"] = request.get("userId").strip()
        if self.spent(request, "sms"):
            return self.verify_page(request, [("", "網頁已逾期，請重新操作")])
        if self.visit["userId"] != self.truth.person.employee_id:
            return self.verify_page(request, [("userId", "查無此網路帳號或員工編號")])
        return self.phone_page(request)

    def phone_page(self, request: Request, errors: list[tuple[str, str]] | None = None) -> Response:
        return self.page(request, "發送簡訊動態碼", f"""<form action="{self.url('/sendSms.do')}" method="post">{self.token("send")}<fieldset><legend>請輸入帳號登記的手機門號(10碼)</legend>
<p><label for="mobile">門號：</label><input type="text" name="mobile" id="mobile" maxlength="10" title="手機門號" /></p></fieldset>
<p><input type="submit" name="confirm" value="確定發送" title="確定發送" /> <input type="submit" name="cancel" value="取消" title="取消" /></p></form>""", errors, "首頁 &gt; 網路帳號服務")

    def send(self, request: Request) -> Response:
        if self.spent(request, "send"):
            return self.verify_page(request, [("", "網頁已逾期，請重新操作")])
        if request.has("cancel"):
            return self.verify_page(request)
        if request.get("mobile").strip() != self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone):
            return self.phone_page(request, [("mobile", "所輸入之門號與登記資料不同")])
        self.visit["otp"] = (self.truth.new_message(), time.time())
        return self.verify_page(request, said="成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」")

    def check(self, request: Request) -> Response:
        code, at = self.visit.get("otp", ("", 0.0))
        if self.spent(request, "otp"):
            return self.verify_page(request, [("", "網頁已逾期，請重新操作")])
        if code and time.time() - at <= 120 and request.get("otp").strip() == code:
            del self.visit["otp"]
            self.visit["proved"] = self.visit.get("item", "enable")
            self.truth.sessions.add(f"account:{self.visit['id']}")
            self.truth.counts["code_accepted"] += 1
            return self.to("/setting.do" if self.visit["proved"] == "enable" else "/resetPassword.do")
        self.truth.counts["code_refused"] += 1
        if not code:
            return self.verify_page(request, [("userId", "請先取得簡訊動態碼")])
        return self.verify_page(request, [("otp", "動態碼已超過有效時間，請重新取得" if time.time() - at > 120 else "動態碼不相符")])

    def setting(self, request: Request) -> Response:
        person, errors = self.truth.person, []
        name = request.get("mailName").strip()
        links = f'<li><a href="{self.url("/leave.do")}" title="離開本服務">離開本服務</a></li>'
        facts = [("網路帳號 / 主職員工編號", person.employee_id), ("帳號姓名", person.name), ("主職單位", person.unit), ("有效期限", person.valid_until)]
        done = False
        if request.method == "POST":
            if self.spent(request, "setting"):
                errors.append(("", "網頁已逾期，請重新操作"))
            elif request.has("cancel"):
                return self.to("/leave.do")
            elif self.truth.alias:
                errors.append(("", "雲端服務帳號僅能啟用一次"))
            elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9_.-]{1,63}", name):
                errors.append(("mailName", "電子郵件名稱應以英文字母開頭，限用英數字、句點、底線及連字號"))
            elif name.lower() == "taken.name":
                errors.append(("mailName", "此電子郵件名稱業經他人申請使用"))
            else:
                self.truth.alias, self.truth.cloud_password, done = name, person.national_id, True
                self.truth.counts["activated"] += 1
        if self.truth.alias:
            facts.append(("雲端服務帳號 (電子郵件名稱)", q(self.truth.alias) + "@ntuh.gov.tw"))
            shown = "<dl>" + "".join(f"<dt>{t}</dt><dd>{v}</dd>" for t, v in facts) + "</dl>"
            note = "<p>初始密碼為身分證號（英文字母大寫），請至首頁「重置雲端服務密碼」自行變更。</p>"
            if done:
                return self.page(request, "作業結果", f'<div class="ok"><h3>申請完成</h3><p>雲端服務啟用申請已受理完成，服務於次日生效。</p>{note}</div>{shown}', links=links)
            return self.page(request, "設定密碼與郵件別名", f"<h3>啟用狀態</h3><p>本帳號已辦理啟用，毋須重複申請。</p>{shown}", errors, links=links)
        shown = "<dl>" + "".join(f"<dt>{t}</dt><dd>{v}</dd>" for t, v in facts) + "</dl>"
        return self.page(request, "設定密碼與郵件別名", f"""<h3>雲端服務帳號說明</h3><ol><li>雲端服務帳號為跨體系使用。</li><li>服務於設定完成隔日生效。</li>
<li>啟用後之初始密碼為身分證號（英文字母大寫），可於啟用後以「重置雲端服務密碼」變更。</li></ol><h3>帳號資料</h3>{shown}
<form action="{self.url('/setting.do')}" method="post">{self.token("setting")}<fieldset><legend>設定電子郵件別名</legend>{self.row("mailName", "雲端服務帳號 (電子郵件名稱)", name, hint="@ntuh.gov.tw 名稱長度限64字元內", more=' maxlength="64"')}</fieldset>
<p><input type="submit" name="cancel" value="取消啟用" title="取消啟用" /> <input type="submit" name="enable" value="啟用雲端服務" title="啟用雲端服務" /></p></form>""", errors, links=links)

    def reset(self, request: Request) -> Response:
        errors: list[tuple[str, str]] = []
        links = f'<li><a href="{self.url("/leave.do")}" title="離開本服務">離開本服務</a></li>'
        if request.method == "POST":
            if self.spent(request, "reset"):
                errors.append(("", "網頁已逾期，請重新操作"))
            elif not self.truth.alias:
                errors.append(("", "尚未啟用雲端服務帳號"))
            elif not strong(request.get("cloudPass")):
                errors.append(("cloudPass", "密碼長度不可少於8個字元，且需包含英文及數字"))
            elif request.get("cloudPass") != request.get("cloudPass2"):
                errors.append(("cloudPass2", "兩次輸入之密碼不相符"))
            else:
                self.truth.cloud_password = request.get("cloudPass")
                return self.page(request, "作業結果", '<div class="ok"><h3>重置完成</h3><p>您的雲端服務密碼已重新設定，即時生效。</p></div>', links=links)
        return self.page(request, "重置雲端服務密碼", f"""<form action="{self.url('/resetPassword.do')}" method="post">{self.token("reset")}<fieldset><legend>新密碼</legend>{self.row("cloudPass", "新的雲端服務密碼", kind="password")}
{self.row("cloudPass2", "再次輸入新的雲端服務密碼", kind="password")}</fieldset><p><input type="submit" value="確認重置" title="確認重置" /></p></form>""", errors, links=links)

    # ---- mail
    def mail(self, request: Request) -> Response:
        path, errors = self.open(request), []
        if path == "/authImage.do":
            return self.image(request)
        if path == "/logon.do" and request.method == "POST":
            self.takes(request, mailAccount="mail_account", mailPassword="mail_password", authCode="captcha")
            good, stale = self.agrees("mail", request.get("authCode")), self.spent(request, "mail")
            who = request.get("mailAccount").strip().lower().removesuffix("@ntuh.gov.tw")
            if stale:
                errors.append(("", "網頁已逾期，請重新輸入"))
            elif not good:
                errors.append(("authCode", "驗證碼輸入錯誤"))
            elif not self.truth.alias or who != self.truth.alias.lower() or request.get("mailPassword") != self.truth.cloud_password:
                errors.append(("mailAccount", "帳號或密碼輸入錯誤"))
            else:
                self.visit["mail"] = True
                self.truth.sessions.add(f"mail:{self.visit['id']}")
                self.truth.counts["mail_sign_in"] += 1
                return self.to("/inbox.do")
        if path == "/inbox.do" and self.visit.get("mail"):
            return self.page(request, "收件匣", '<table summary="郵件清單"><caption>郵件清單</caption><tr><th scope="col">寄件者</th><th scope="col">主旨</th></tr><tr><td>資訊室</td><td>歡迎使用電子信</td></tr></table>', links='<li><a href="/logoff.do" title="登出電子信">登出電子信</a></li>')
        if path == "/logoff.do" and self.visit.pop("mail", None):
            self.truth.sessions.discard(f"mail:{self.visit['id']}")
            self.truth.counts["sign_out_mail"] += 1
            return self.page(request, "登出", '<p>您已登出電子信。</p><p><a href="/">重新登入</a></p>')
        return self.page(request, "電子信登入", f"""<form action="{self.url('/logon.do')}" method="post">{self.token("mail")}<fieldset><legend>登入資料</legend>{self.row("mailAccount", "帳號")}{self.row("mailPassword", "密碼", kind="password")}
{self.picture_row("mail", "驗證碼(小寫字母或數字)", "abcdefhjkmnprstwxy345678", 5, "/")}<p><input type="checkbox" name="remember" id="remember" value="Y" /><label for="remember">記住登入資訊 (公用電腦請勿勾選)</label></p></fieldset>
<p><input type="submit" value="登入電子信" title="登入電子信" accesskey="S" /></p></form><h3>公佈欄</h3><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p>""", errors)

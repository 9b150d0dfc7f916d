"""An intranet portal in the manner of Drupal 7/8: blocks of a dashboard, local tasks, the Form API; Roundcube for mail."""

from __future__ import annotations

import base64
import re
import secrets
import time
from html import escape as check_plain

from truth import Request, Response, Site, picture, redirect

CAMPUSES = {"_none": "- 請選擇 -", "t0": "總院區", "y0": "雲林分院", "t4": "新竹分院", "t5": "竹東分院", "t2": "北護分院", "t3": "金山分院"}
UNAVAILABLE = ("taken.name", "admin", "drupal", "noreply")
CONTACT = (
    ("field_name_en_family", "英文姓", "ex:Chen(陳)", "english_surname", True),
    ("field_name_en_first", "英文首名", "ex: Yi-Fen(怡芬)", "english_given", True),
    ("field_name_en_alias", "英文中名", "ex:Mary 為英文別名，如無，可不填", "english_middle", False),
    ("field_phone_office", "辦公室電話", "ex:61234或23123456", "office_phone", False),
    ("field_phone_home", "住宅電話", "ex:0223123456", "home_phone", False),
    ("field_phone_mobile", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", "mobile_phone", True),
)
LABELS = {"status": "狀態訊息", "error": "錯誤訊息", "warning": "警告訊息"}


def hash_base64(size: int = 32) -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(size)).decode().rstrip("=")


def item(name: str, label: str, kind: str = "textfield", value: str = "", required: bool = False, note: str = "", more: str = "", error: bool = False, suffix: str = "") -> str:
    """theme_form_element()."""
    key = "edit-" + re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    mark = ' <span class="form-required" title="此欄位為必填。">*</span>' if required else ""
    typed = {"textfield": "text", "password": "password", "tel": "tel"}[kind]
    description = f'\n<div class="description">{note}</div>' if note else ""
    return (f'<div class="form-item form-type-{kind} form-item-{key[5:]}">\n  <label for="{key}">{label}{mark}</label>\n <input type="{typed}" id="{key}" name="{name}" '
            f'value="{check_plain(value)}" size="40" class="form-text{" required" if required else ""}{" error" if error else ""}"{more} />{suffix}{description}\n</div>')


class TheSite(Site):
    title = "drupal_intranet"

    def __init__(self) -> None:
        super().__init__()
        self.sess: dict[str, dict] = {}

    # ================================================================= core
    def bootstrap(self, r: Request, cookie: str) -> tuple[str, dict, list]:
        sid = r.cookies.get(cookie, "")
        if sid in self.sess:
            return sid, self.sess[sid], []
        sid = hash_base64()
        self.sess[sid] = {"messages": [], "forms": {}, "token": hash_base64()}
        return sid, self.sess[sid], [("Set-Cookie", f"{cookie}={sid}; path=/; HttpOnly")]

    def form(self, s: dict, form_id: str, action: str, elements: str, actions: str, storage: dict | None = None, method: str = "post") -> str:
        """drupal_get_form(): a build id, kept in the session until it is used up."""
        build = "form-" + hash_base64()
        s["forms"][build] = (form_id, storage or {})
        return (f'<form action="{action}" method="{method}" id="{form_id.replace("_", "-")}" accept-charset="UTF-8"><div>{elements}\n<input type="hidden" name="form_build_id" value="{build}" />\n'
                f'<input type="hidden" name="form_token" value="{s["token"]}" />\n<input type="hidden" name="form_id" value="{form_id}" />\n<div class="form-actions form-wrapper" id="edit-actions--{build[-4:]}">{actions}</div></div></form>')

    def submitted(self, r: Request, s: dict, form_id: str) -> dict | None:
        """The storage of the form that was sent, or None and a message."""
        found = s["forms"].get(r.get("form_build_id"))
        if not found or found[0] != form_id or r.get("form_id") != form_id or r.get("form_token") != s["token"]:
            s["messages"].append(("error", "表單已過期。請重新載入頁面後再送出一次。"))
            return None
        del s["forms"][r.get("form_build_id")]
        return found[1]

    def messages(self, s: dict) -> str:
        out = "".join(f'<div class="messages {k}"><h2 class="element-invisible">{LABELS[k]}</h2>{text}</div>' for k, text in s["messages"])
        s["messages"] = []
        return f'<div id="messages"><div class="section clearfix">{out}</div></div>' if out else ""

    @staticmethod
    def button(op: str, key: str = "submit") -> str:
        return f'<input type="submit" id="edit-{key}" name="op" value="{op}" class="form-submit" />'

    @staticmethod
    def block(delta: str, title: str, content: str) -> str:
        return f'<div id="block-{delta}" class="block block-menu"><h2>{title}</h2><div class="content">{content}</div></div>'

    def page(self, s: dict, title: str, content: str, side: str = "", tabs: str = "", trail: str = "", user: str = "", headers: list | None = None, name: str = "NTUH Intranet") -> Response:
        side = f'<div id="sidebar-first" class="column sidebar"><div class="section">{side}</div></div>' if side else ""
        trail = f'<h2 class="element-invisible">您在這裡</h2><div class="breadcrumb">{trail}</div>' if trail else ""
        return Response(f'''<!DOCTYPE html>
<html lang="zh-hant" dir="ltr">
<head><meta charset="utf-8" /><meta name="Generator" content="Drupal 7 (http://drupal.org)" /><title>{title} | {name}</title>
<style media="all">@import url("/sites/all/themes/ntuh_bartik/css/layout.css?q1");</style>
<script>jQuery = window.jQuery || null; var Drupal = {{"settings":{{"basePath":"/","pathPrefix":"zh-hant/"}}}};</script></head>
<body class="html not-front page-user i18n-zh-hant"><div id="skip-link"><a href="#main-content" class="element-invisible">移至主內容</a></div>
<div id="page-wrapper"><div id="header"><a href="/" rel="home" id="logo"><img src="/sites/default/files/logo.png" alt="首頁" /></a><div id="site-name">{name}</div>{user}</div>
{trail}{self.messages(s)}
<div id="main-wrapper">{side}<div id="content" class="column"><a id="main-content"></a><h1 class="title" id="page-title">{title}</h1>{tabs}
<div class="region region-content">{content}</div></div></div><div id="footer">Powered by Drupal</div></div></body></html>''',
                        headers=[("Cache-Control", "no-cache, must-revalidate"), ("X-Generator", "Drupal 7 (http://drupal.org)"), *(headers or [])])

    # ================================================================= portal
    def portal(self, r: Request) -> Response:
        t = self.truth
        uid = t.person.employee_id
        if r.method == "POST":
            if r.get("form_id") == "user_login_block":
                self.takes(r, **{"name": "employee_id", "pass": "portal_password", "field_campus": "campus", "captcha_response": "captcha"})
            else:
                self.takes(r, **{"current_pass": "old_password", "pass[pass1]": "new_password", "pass[pass2]": "new_password_again"})
        sid, s, cookie = self.bootstrap(r, "SESS5f2b1c")
        if r.path == "/image_captcha":
            if r.query.get("sid") != s.get("captcha_sid"):
                return Response("", 404)
            s["captcha"] = t.new_captcha()
            return Response(picture(t.captcha, "JPEG", (180, 60)), kind="image/jpeg", headers=[("Cache-Control", "no-store")])
        key = s.get("SESSION", "")
        inside = "portal:" + key in t.sessions
        if r.method == "POST" and r.get("form_id") == "search_block_form":
            s["messages"].append(("warning", "您的搜尋沒有產生任何結果"))
            return redirect("/", *cookie)
        if not inside:
            if r.path not in ("/", "/zh-hant/user/login"):
                s["messages"].append(("error", "您沒有權限存取此頁，請先登入。"))
                return redirect("/", *cookie)
            if r.method == "POST" and self.log_in(r, s):
                return redirect("/zh-hant/dashboard")
            return self.front(r, s, cookie)
        if r.path in ("/", "/zh-hant/user/login"):
            return redirect("/zh-hant/dashboard")
        user = f'<ul id="secondary-menu-links" class="links inline"><li><a href="/zh-hant/user/{uid}">我的帳號</a></li><li><a href="/zh-hant/user/logout?token={s["token"]}">登出</a></li></ul>'
        home = '<a href="/zh-hant/dashboard">首頁</a>'
        if r.path == "/zh-hant/user/logout":
            if r.query.get("token") != s["token"]:
                return self.page(s, "拒絕存取", "您沒有權限存取此頁。", user=user)
            t.sessions.discard("portal:" + key)
            t.counts["sign_out_portal"] += 1
            del self.sess[sid]
            return redirect("/", ("Set-Cookie", "SESS5f2b1c=deleted; path=/; expires=Thu, 01-Jan-1970 00:00:01 GMT"))
        if r.path == "/zh-hant/dashboard":
            blocks = ""
            for i, (name, links) in enumerate({"醫療系統": ["門診系統", "住院系統"], "醫療支援": ["檢驗查詢"], "其他資源": ["表單下載"], "數位學習": ["TMS"], "資訊安全": ["資安宣導"], "行政系統": ["差勤系統", "總院Workflow"]}.items()):
                blocks += self.block(f"menu-sys-{i}", name, '<ul class="menu">' + "".join(f'<li class="leaf"><a href="/zh-hant/node/{20 + i}">{n}</a></li>' for n in links) + "</ul>")
            blocks += self.block("ntuh-personal", f'<a href="/zh-hant/user/{uid}">個人管理</a>', f'<p>{t.person.name} 您好!</p><ul class="menu"><li class="leaf"><a href="/zh-hant/user/{uid}">個人設定(更改密碼、連絡資料)</a></li><li class="leaf"><a href="/zh-hant/node/31">個人簽章提醒設定</a></li><li class="leaf"><a href="/zh-hant/node/32">薪資所得免稅額申報表</a></li></ul>')
            return self.page(s, "我的儀表板", f'<div id="dashboard" class="clearfix"><div class="region region-dashboard-main">{blocks}</div></div>' + self.block("views-news", "全院公告", '<div class="views-row">2026/10/21 請全院同仁填報「薪資所得免稅額申報表」</div>'), user=user)
        if r.path == f"/zh-hant/user/{uid}":
            return self.page(s, t.person.name, f'<div class="profile"><h3>基本資料</h3><dl><dt>員工編號</dt><dd>{uid}</dd><dt>單位</dt><dd>{t.person.unit}</dd><dt>成為會員於</dt><dd>3 天 2 小時</dd></dl></div>', tabs=self.tabs(key, 0), trail=home, user=user)
        if r.path == f"/zh-hant/user/{uid}/password":
            return self.user_pass(r, s, key, user, home)
        return self.page(s, "找不到網頁" if "node" not in r.path else "系統維護中", "<p>請求的網頁目前無法使用。</p>", trail=home, user=user)

    def tabs(self, key: str, active: int) -> str:
        base = f"{self.urls['portal']}/zh-hant/user/{self.truth.person.employee_id}"
        links = (("檢視", base), ("更改密碼", base + "/password"), ("維護個人連絡資料", f"{self.urls['inner']}/zh-hant/staff/contact?SESSION={key}"))
        return '<div class="tabs"><h2 class="element-invisible">主要標籤</h2><ul class="tabs primary">' + "".join(
            f'<li{" class=active" if i == active else ""}><a href="{to}"{" class=active" if i == active else ""}>{n}{"<span class=element-invisible>(作用中的標籤)</span>" if i == active else ""}</a></li>' for i, (n, to) in enumerate(links)) + "</ul></div>"

    def front(self, r: Request, s: dict, cookie: list) -> Response:
        s["captcha_sid"], s["captcha_token"] = str(secrets.randbelow(900000) + 100000), secrets.token_hex(16)
        search = self.form(s, "search_block_form", "/", '<div class="container-inline"><label class="element-invisible" for="edit-search-block-form--2">搜尋</label><input title="輸入您要搜尋的關鍵字。" type="text" id="edit-search-block-form--2" name="search_block_form" value="" size="15" maxlength="128" class="form-text" /></div>', self.button("搜尋", "submit--2"))
        options = "".join(f'<option value="{v}"{" selected=selected" if v == (r.get("field_campus") or "t0") else ""}>{n}</option>' for v, n in CAMPUSES.items())
        captcha = f'''<fieldset class="captcha form-wrapper"><legend><span class="fieldset-legend">圖形驗證</span></legend><div class="fieldset-wrapper"><input type="hidden" name="captcha_sid" value="{s['captcha_sid']}" /><input type="hidden" name="captcha_token" value="{s['captcha_token']}" />
<img src="/image_captcha?sid={s['captcha_sid']}&amp;ts={int(time.time())}" width="180" height="60" alt="圖形驗證" title="圖形驗證" />{item("captcha_response", "驗證碼", required=True, note="請輸入圖片中顯示的字元 (不用區分大小寫)。", more=' maxlength="128" autocomplete="off"')}</div></fieldset>'''
        login = self.form(s, "user_login_block", "/?destination=dashboard", f'<div class="form-item form-type-select"><label for="edit-field-campus">院區</label><select id="edit-field-campus" name="field_campus" class="form-select">{options}</select></div>'
                          + item("name", "帳號", value=r.get("name"), required=True, more=' maxlength="60"') + item("pass", "密碼", "password", required=True, more=' maxlength="128"') + captcha, self.button("登入"))
        side = self.block("search-form", "", search).replace("<h2></h2>", "") + self.block("user-login", "使用者登入", login)
        return self.page(s, "歡迎使用院內入口網", '<div class="node node-promoted"><h2>登入說明</h2><p>帳號：6位數數字。密碼：預設為身分證號（英文字母大寫）。</p><p>如無法登入，請撥資訊室分機261120。</p></div>', side, headers=cookie)

    def log_in(self, r: Request, s: dict) -> bool:
        t = self.truth
        text = s.pop("captcha", "")
        live = bool(text) and text == t.captcha and (r.get("captcha_sid"), r.get("captcha_token")) == (s.get("captcha_sid"), s.get("captcha_token"))
        if text == t.captcha:
            t.captcha = ""
        if self.submitted(r, s, "user_login_block") is not None:
            if not live or r.get("captcha_response").strip().upper() != text:
                s["messages"].append(("error", "您輸入的驗證碼答案不正確。"))
            elif r.get("field_campus") not in CAMPUSES or r.get("field_campus") == "_none":
                s["messages"].append(("error", "偵測到不合法的選擇，請選擇院區。"))
            elif r.get("field_campus") != "t0" or r.get("name").strip() != t.person.employee_id or r.get("pass") != t.portal_password:
                s["messages"].append(("error", "抱歉，無法識別的使用者名稱或密碼。"))
            elif r.get("op") == "登入":
                s["SESSION"], s["token"], s["forms"] = secrets.token_hex(16), hash_base64(), {}
                t.sessions.add("portal:" + s["SESSION"])
                t.counts["sign_in"] += 1
                return True
        t.counts["sign_in_refused"] += 1
        return False

    def user_pass(self, r: Request, s: dict, key: str, user: str, home: str) -> Response:
        t = self.truth
        if r.method == "POST":
            wrong = []
            if self.submitted(r, s, "ntuh_user_pass_form") is None:
                wrong.append("")
            else:
                new = r.get("pass[pass1]")
                if r.get("current_pass") != t.portal_password:
                    wrong.append("目前的密碼(舊密碼)不正確。")
                if len(new) < 8 or not (re.search("[a-zA-Z]", new) and re.search(r"\d", new)):
                    wrong.append("新密碼不符合密碼政策：長度不可少於8個字元，且需包含英文及數字。")
                elif new != r.get("pass[pass2]"):
                    wrong.append("指定的兩組新密碼不相符。")
                elif new == t.portal_password:
                    wrong.append("新密碼與舊密碼相同。")
            if not wrong:
                t.portal_password = new
                t.counts["password_changed"] += 1
                s["messages"].append(("status", '變更已儲存，密碼更新完畢。<a href="/zh-hant/dashboard">回功能選單</a>'))
                return redirect(r.path)
            t.counts["password_refused"] += 1
            s["messages"] += [("error", w) for w in wrong if w]
        fields = item("current_pass", "請輸入舊密碼", "password", required=True, more=' autocomplete="off" maxlength="128"')
        fields += '<div class="form-item form-type-password-confirm">' + item("pass[pass1]", "請輸入新密碼", "password", required=True, more=' maxlength="128"').replace("form-text", "password-field form-text", 1) + '<div class="password-strength"><div class="password-strength-title">密碼強度檢核：</div><div class="password-indicator"></div></div>' + item("pass[pass2]", "請再輸入新密碼", "password", required=True, more=' maxlength="128"') + "</div>"
        fields += '<div class="description">密碼設定條件：<ul><li>1.密碼長度不可少於8個字元</li><li>2.密碼內容需包含英文及數字</li></ul></div>'
        return self.page(s, "更改密碼", self.form(s, "ntuh_user_pass_form", r.path, fields, self.button("儲存") + ' <a href="/zh-hant/dashboard">回功能選單</a>'), tabs=self.tabs(key, 1), trail=home + f" » {t.person.name}", user=user)

    # ================================================================= inner
    def inner(self, r: Request) -> Response:
        t = self.truth
        if r.method == "POST":
            self.takes(r, **{"field_phone_mobile[und][0][value]": "mobile_phone"})
        key = r.query.get("SESSION", "")
        owner = next((v for v in self.sess.values() if v.get("SESSION") == key and key), None)
        if owner is None or "portal:" + key not in t.sessions:
            return redirect(self.urls["portal"] + "/")
        if r.path != "/zh-hant/staff/contact":
            return Response("<h1>找不到網頁</h1>", 404)
        s = owner.setdefault("inner", {"messages": [], "forms": {}, "token": hash_base64()})
        wrong: set[str] = set()
        here = f"/zh-hant/staff/contact?SESSION={key}"
        if r.method == "POST":
            if self.submitted(r, s, "staff_contact_edit_form") is None or r.get("op") != "異動儲存":
                return redirect(here)
            for name, label, _, kind, required in CONTACT:
                value = r.get(f"{name}[und][0][value]").strip()
                if required and not value:
                    wrong.add(name)
                    s["messages"].append(("error", f"{label} 欄位為必填。"))
                elif kind == "mobile_phone" and not re.fullmatch(r"09\d{8}", value):
                    wrong.add(name)
                    s["messages"].append(("error", "行動電話 的格式無效，請輸入10碼數字。"))
            if not wrong:
                t.saved_contact = {kind: r.get(f"{name}[und][0][value]").strip() for name, _, _, kind, _ in CONTACT}
                t.counts["contact_saved"] += 1
                s["messages"].append(("status", f"<em>{t.person.name}</em> 的連絡資料已經更新。"))
                return redirect(here)
        fields = f'<div class="form-item form-type-item"><label>員工編號</label> {t.person.employee_id}</div><div class="form-item form-type-item"><label>姓名</label> {t.person.name}</div>'
        for name, label, hint, kind, required in CONTACT:
            value = r.get(f"{name}[und][0][value]") if wrong else t.saved_contact.get(kind, getattr(t.person, kind))
            fields += f'<div class="field-type-text field-name-{name.replace("_", "-")} form-wrapper">' + item(f"{name}[und][0][value]", label, value=value, required=required, note=hint, more=' maxlength="60"', error=name in wrong) + "</div>"
        fields += '<div class="form-item form-type-checkbox"><input type="checkbox" id="edit-notify" name="notify" value="1" class="form-checkbox" /> <label class="option" for="edit-notify">異動後寄送通知信 </label></div>'
        return self.page(s, "台大醫院---維護個人連絡資料", self.form(s, "staff_contact_edit_form", here, fields, self.button("異動儲存")), tabs=self.tabs(key, 2), trail=f'<a href="{self.urls["portal"]}/zh-hant/dashboard">首頁</a>')

    # ================================================================= account
    def account(self, r: Request) -> Response:
        t = self.truth
        if r.method == "POST":
            self.takes(r, account_no="employee_id", otp="code", mobile="registered_phone", mail_alias="alias", **{"cloud[pass1]": "cloud_password", "cloud[pass2]": "cloud_password_again"})
        sid, s, cookie = self.bootstrap(r, "SESS90cd77")
        name = "雲端帳號服務"
        proved = s.get("proved") if "account:" + sid in t.sessions else None
        user = '<ul id="secondary-menu-links" class="links inline"><li><a href="/zh-hant/account/leave">登出</a></li></ul>' if proved else ""
        if r.path in ("/", "/zh-hant"):
            body = '''<div class="node"><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><h3>《規範》</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul>
<fieldset class="collapsible collapsed"><legend><span class="fieldset-legend">《常見問題與服務》</span></legend><div class="fieldset-wrapper"><h4>密碼修改後多久可以生效</h4><p>即時生效。</p><h4>忘記密碼</h4><p>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></div></fieldset></div>'''
            body += self.block("act", '<a href="/zh-hant/account/activate">啟用網路帳號及首次雲端帳號密碼設定</a>', "啟用本院微軟相關服務，如：Office365, Outlook...") + self.block("rst", '<a href="/zh-hant/account/reset">重置雲端服務密碼</a>', "重設非Portal帳號的密碼：Email, 無線網路, KM, TMS, VPN密碼") + self.block("vpn", "總院廠商VPN展延申請", "暫停受理")
            return self.page(s, name, body, user=user, headers=cookie, name=name)
        if r.path == "/zh-hant/account/leave" and proved:
            t.sessions.discard("account:" + sid)
            t.counts["sign_out_account"] += 1
            self.sess[sid] = {"messages": [("status", "您已經登出帳號服務。")], "forms": {}, "token": hash_base64()}
            return redirect("/")
        flow = next((f for f in ("activate", "reset") if r.path.startswith("/zh-hant/account/" + f)), "")
        if not flow:
            return Response("<h1>找不到網頁</h1>", 404)
        if r.path == f"/zh-hant/account/{flow}":
            return self.identity(r, sid, s, flow, cookie, name)
        if proved != flow:
            s["messages"].append(("error", "請先完成身分驗證。"))
            return redirect(f"/zh-hant/account/{flow}", *cookie)
        return (self.alias_page if flow == "activate" else self.reset_page)(r, s, user, name)

    def identity(self, r: Request, sid: str, s: dict, flow: str, cookie: list, name: str) -> Response:
        t = self.truth
        title = "啟用網路帳號及首次雲端帳號密碼設定" if flow == "activate" else "重置雲端服務密碼"
        step, typed, op = "start", r.get("account_no").strip() if r.method == "POST" else "", r.get("op")
        if r.method == "POST":
            kept = self.submitted(r, s, "account_identity_form")
            if kept is None:
                return redirect(r.path)
            typed = kept.get("account_no", typed)
            if kept.get("step") == "phone":
                if op == "確定發送":
                    if r.get("mobile").strip() == t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                        s["otp"] = (t.new_message(), time.time() + 120)
                        s["messages"].append(("status", "動態碼簡訊發送成功。成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"))
                    else:
                        s["messages"].append(("error", "您輸入的手機門號不是此帳號登記的門號。"))
                        step = "phone"
            elif typed != t.person.employee_id:
                s["messages"].append(("error", "網路帳號不存在或已停用。"))
                t.counts["code_refused"] += op == "下一步"
            elif op == "發送簡訊動態碼":
                step = "phone"
            elif op == "下一步":
                code, until = s.get("otp", ("", 0.0))
                if code and r.get("otp").strip() == code and time.time() <= until:
                    del s["otp"]
                    s["proved"] = flow
                    t.sessions.add("account:" + sid)
                    t.counts["code_accepted"] += 1
                    return redirect(f"/zh-hant/account/{flow}/settings")
                t.counts["code_refused"] += 1
                s["messages"].append(("error", "您尚未取得動態碼。" if not code else "動態碼不正確。" if r.get("otp").strip() != code else "動態碼已經過期(2分鐘)。"))
        if step == "phone":
            fields = f'<fieldset class="form-wrapper"><legend><span class="fieldset-legend">發送簡訊動態碼</span></legend><div class="fieldset-wrapper"><div class="form-item form-type-item"><label>網路帳號</label> {typed}</div>' + item("mobile", "請輸入帳號登記的手機門號(10碼)", "tel", required=True, more=' maxlength="10"') + "</div></fieldset>"
            built = self.form(s, "account_identity_form", r.path, fields, self.button("確定發送", "send") + self.button("取消", "cancel"), {"step": "phone", "account_no": typed})
        else:
            fields = item("account_no", "網路帳號 / 主職員工編號", value=typed, required=True, more=' maxlength="6"', suffix=" " + self.button("發送簡訊動態碼", "sms")) + item("otp", "簡訊(或MOTP)動態碼", more=' maxlength="10" autocomplete="off"')
            built = self.form(s, "account_identity_form", r.path, fields, self.button("下一步", "next"))
        notes = '<div class="help"><strong>注意事項</strong><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div>'
        return self.page(s, title, notes + built, trail='<a href="/">首頁</a>', headers=cookie, name=name)

    def alias_page(self, r: Request, s: dict, user: str, name: str) -> Response:
        t, p, typed = self.truth, self.truth.person, r.get("mail_alias").strip()
        if r.method == "POST" and self.submitted(r, s, "cloud_activate_form") is not None:
            if r.get("op") == "取消啟用":
                s["messages"].append(("warning", "已取消，您的雲端服務尚未啟用。"))
                return redirect("/")
            if t.alias:
                s["messages"].append(("error", "雲端服務不能重複啟用。"))
            elif not typed or len(typed) > 64:
                s["messages"].append(("error", "雲端服務帳號 欄位為必填，且不可超過 64 字元。"))
            elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]*", typed):
                s["messages"].append(("error", "雲端服務帳號 含有不合法的字元。請以英文字母開頭，僅用英文、數字、「.」「_」「-」。"))
            elif typed.lower() in UNAVAILABLE:
                s["messages"].append(("error", f"名稱 <em>{check_plain(typed)}</em> 已被採用。"))
            elif r.get("op") == "啟用雲端服務":
                t.alias, t.cloud_password = typed, p.national_id
                t.counts["activated"] += 1
                s["messages"].append(("status", f"雲端服務已為您開通，電子郵件為 <em>{check_plain(typed)}@ntuh.gov.tw</em>，隔日生效。首次密碼為您的身分證號（英文字母大寫），請儘速以「重置雲端服務密碼」變更。"))
                return redirect(r.path)
        facts = "".join(f'<div class="form-item form-type-item"><label>{a}</label> {check_plain(b)}</div>' for a, b in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        if t.alias:
            body = f'{facts}<div class="form-item form-type-item"><label>電子郵件</label> {check_plain(t.alias)}@ntuh.gov.tw</div><p>您的雲端服務處於<strong>已啟用</strong>狀態，別名不能再修改。</p>'
        else:
            fields = facts + item("mail_alias", "雲端服務帳號 (電子郵件名稱)", value=typed, required=True, more=' maxlength="64"', suffix=' <span class="field-suffix">@ntuh.gov.tw</span>', note="名稱長度限64字元內")
            fields += '<div class="description">首次雲端服務密碼由系統設為您的身分證號（英文字母大寫），啟用後可至「重置雲端服務密碼」自行變更。</div>'
            body = '<div class="help">雲端服務帳號說明：<ol><li>雲端服務帳號為跨體系使用。</li><li>服務於設定完成隔日生效。</li></ol></div>' + self.form(s, "cloud_activate_form", r.path, fields, self.button("取消啟用", "cancel") + self.button("啟用雲端服務") + ' <span class="description">服務於設定完成隔日生效</span>')
        return self.page(s, "設定密碼與郵件別名", body, trail='<a href="/">首頁</a>', user=user, name=name)

    def reset_page(self, r: Request, s: dict, user: str, name: str) -> Response:
        t, word = self.truth, r.get("cloud[pass1]")
        if not t.alias:
            return self.page(s, "重置雲端服務密碼", "<p>從未使用者請先執行「啟用網路帳號及首次雲端帳號密碼設定」。</p>", user=user, name=name)
        if r.method == "POST" and self.submitted(r, s, "cloud_reset_form") is not None:
            if len(word) < 8 or not (re.search("[a-zA-Z]", word) and re.search(r"\d", word)):
                s["messages"].append(("error", "密碼長度不可少於8個字元，且需包含英文及數字。"))
            elif word == t.portal_password:
                s["messages"].append(("error", "不可與 Portal 密碼相同。"))
            elif word != r.get("cloud[pass2]"):
                s["messages"].append(("error", "指定的密碼不相符。"))
            else:
                t.cloud_password = word
                s["messages"].append(("status", "雲端服務密碼已重新設定，即時生效。"))
                return redirect("/")
        fields = item("cloud[pass1]", "新的雲端服務密碼", "password", required=True, note="至少8個字元，包含英文及數字，且不可與 Portal 密碼相同") + item("cloud[pass2]", "確認新的雲端服務密碼", "password", required=True)
        return self.page(s, "重置雲端服務密碼", self.form(s, "cloud_reset_form", r.path, fields, self.button("確定重置")), trail='<a href="/">首頁</a>', user=user, name=name)

    # ================================================================= mail
    def mail(self, r: Request) -> Response:
        t, task, note = self.truth, r.query.get("_task", "login"), ""
        if r.method == "POST":
            self.takes(r, _user="mail_account", _pass="mail_password", _code="captcha")
        sid, s, cookie = self.bootstrap(r, "roundcube_sessid")
        if r.path == "/captcha.php":
            s["code"] = t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5)
            return Response(picture(t.captcha, "PNG"), kind="image/png", headers=[("Cache-Control", "no-store"), *cookie])
        shell = lambda title, body: Response(f'<!DOCTYPE html><html lang="zh-TW"><head><meta charset="utf-8"><title>NTUH Webmail :: {title}</title></head><body class="task-{task}"><div id="layout">{body}</div></body></html>', headers=cookie)
        if "mail:" + sid in t.sessions:
            if task == "logout" and r.query.get("_token") == s["token"]:
                t.sessions.discard("mail:" + sid)
                t.counts["sign_out_mail"] += 1
                del self.sess[sid]
                return redirect("./")
            return shell("收件匣", f'<div id="taskmenu"><a class="mail selected" href="./?_task=mail">郵件</a> <a class="logout" href="./?_task=logout&amp;_token={s["token"]}"><span class="inner">登出</span></a></div><h2>收件匣</h2><span class="username">{check_plain(t.alias)}@ntuh.gov.tw</span><table id="messagelist"><tr><td>資訊室</td><td>歡迎使用電子郵件</td></tr></table>')
        if r.method == "POST" and r.get("_action") == "login":
            code = s.pop("code", "")
            live = bool(code) and code == t.captcha
            if live:
                t.captcha = ""
            if r.get("_token") != s["token"]:
                note = "您的連線階段無效或已過期。"
            elif not live or r.get("_code").strip() != code:
                note = "驗證碼錯誤。"
            elif not t.alias or r.get("_user").strip().partition("@")[0] != t.alias or r.get("_pass") != t.cloud_password:
                note = "登入失敗。"
            else:
                t.sessions.add("mail:" + sid)
                t.counts["mail_sign_in"] += 1
                return redirect("./?_task=mail&_mbox=INBOX")
        note = f'<div id="messagestack"><div class="alert alert-warning error">{note}</div></div>' if note else ""
        return shell("歡迎", f'''<form id="login-form" name="login-form" method="post" action="./?_task=login"><input type="hidden" name="_token" value="{s['token']}"><input type="hidden" name="_task" value="login"><input type="hidden" name="_action" value="login"><input type="hidden" name="_timezone" value="_default_">{note}
<table><tbody><tr><td class="title"><label for="rcmloginuser">帳號:</label></td><td class="input"><input name="_user" id="rcmloginuser" size="40" type="text" required></td></tr><tr><td class="title"><label for="rcmloginpwd">密碼:</label></td><td class="input"><input name="_pass" id="rcmloginpwd" size="40" type="password" required></td></tr>
<tr><td class="title"><label for="rcmcode">驗證碼(小寫字母或數字):</label></td><td class="input"><input name="_code" id="rcmcode" size="8" type="text" autocomplete="off"><img src="/captcha.php?{secrets.token_hex(2)}" alt=""></td></tr>
<tr><td></td><td><input type="checkbox" name="_autologin" id="rcmauto" value="1"><label for="rcmauto">記住登入資訊 (公用電腦請勿勾選)</label></td></tr></tbody></table><p class="formbuttons"><button type="submit" id="rcmloginsubmit" class="button mainaction submit">登入</button></p></form>
<div class="box"><b>公佈欄</b><p>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}/">https://help.ntuh.gov.tw/</a></p></div>''')

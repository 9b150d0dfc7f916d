"""Nuxt 2 in universal mode with Element UI: the server renders it all, forms fall back to plain posts."""

from __future__ import annotations

import json
import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

CAMPUS = [("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("T4", "新竹臺大分院"), ("Y0", "雲林分院")]


def nuxt(title: str, body: str, v: str, state: dict, layout: str = "default") -> str:
    """The document as nuxt's app.html lays it out."""
    return f"""<!doctype html>
<html data-n-head-ssr lang="zh-Hant-TW" data-n-head="%7B%22lang%22:%7B%22ssr%22:%22zh-Hant-TW%22%7D%7D">
  <head >
    <meta data-n-head="ssr" charset="utf-8"><meta data-n-head="ssr" name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title><link data-n-head="ssr" rel="icon" type="image/x-icon" href="/favicon.ico"><link rel="preload" href="/_nuxt/8c4d1ab.js" as="script"><style data-vue-ssr-id="4c1c6a2e:0">.el-form-item__label{{text-align:right;float:left;font-size:14px}}.el-input__inner{{-webkit-appearance:none;border:1px solid #dcdfe6;height:40px}}.el-dialog__wrapper{{position:fixed;top:0;right:0;bottom:0;left:0}}</style>
  </head>
  <body >
    <div data-server-rendered="true" id="__nuxt"><!----><div id="__layout"><section class="el-container is-vertical layout-{layout}" {v}>{body}</section></div></div><script>window.__NUXT__={json.dumps({"layout": layout, "serverRendered": True, "state": state}, ensure_ascii=False)}</script><script src="/_nuxt/8c4d1ab.js" defer></script>
  </body>
</html>
"""


def item(label: str, prop: str, control: str, v: str, tip: str = "", required: bool = True, width: int = 160) -> str:
    need = " is-required" if required else ""
    return (f'<div class="el-form-item{need}"><label for="{prop}" class="el-form-item__label" style="width:{width}px">{label}</label>'
            f'<div class="el-form-item__content" style="margin-left:{width}px">{control}{tip}<!----></div></div>')


def box(name: str, value: str = "", kind: str = "text", more: str = "", after: str = "") -> str:
    group = " el-input-group el-input-group--append" if after else ""
    tail = f'<div class="el-input-group__append">{after}</div>' if after else "<!---->"
    return f'<div class="el-input{group}"><!----><input type="{kind}" autocomplete="off" name="{name}" value="{escape(value)}" {more} class="el-input__inner"><!---->{tail}</div>'


def button(text: str, more: str = "", look: str = "primary", icon: str = "") -> str:
    mark = f'<i class="{icon}"></i>' if icon else "<!---->"
    return f'<button {more} class="el-button el-button--{look} el-button--medium"><!---->{mark}<span>{text}</span></button>'


def alert(text: str, kind: str) -> str:
    return (f'<div role="alert" class="el-alert el-alert--{kind} is-light"><i class="el-alert__icon el-icon-{kind}"></i><div class="el-alert__content">'
            f'<span class="el-alert__title">{text}</span><!----><!----><i class="el-alert__closebtn el-icon-close"></i></div></div>') if text else "<!---->"


class TheSite(Site):
    title = "nuxt_ssr_element_ui_2021"

    def __init__(self) -> None:
        super().__init__()
        self.store: dict[str, dict] = {}
        self.tickets: dict[str, str] = {}

    # ---- sessions, one cookie name for each app
    def _session(self, request: Request, cookie: str) -> tuple[str, dict, list[tuple[str, str]]]:
        sid = request.cookies.get(cookie, "")
        if sid in self.store:
            return sid, self.store[sid], []
        sid = secrets.token_hex(10)
        self.store[sid] = {"csrf": secrets.token_urlsafe(18)}
        return sid, self.store[sid], [("Set-Cookie", f"{cookie}={sid}; Path=/; HttpOnly; SameSite=Lax")]

    def _page(self, text: str, cookies: list[tuple[str, str]], status: int = 200) -> Response:
        return Response(text, status, headers=[("Cache-Control", "no-store"), ("X-Powered-By", "Express"), *cookies])

    def _lost(self, back: str, v: str, cookies: list[tuple[str, str]], status: int = 403) -> Response:
        body = f'<div class="el-result" {v}><div class="el-result__title"><p>頁面已失效</p></div><div class="el-result__subtitle"><p>表單逾時或憑證(token)不符，請重新操作。</p></div><div class="el-result__extra"><a href="{back}" class="el-link el-link--primary is-underline"><span class="el-link--inner">重新整理</span></a></div></div>'
        return self._page(nuxt("頁面已失效", body, v, {}, "error"), cookies, status)

    # ---- PORTAL
    def portal(self, request: Request) -> Response:
        v = 'data-v-3af1c09e=""'
        sid, me, cookies = self._session(request, "ntuh.portal.sid")
        path = request.path.rstrip("/") or "/"
        if path == "/favicon.ico" or path.startswith("/_nuxt/"):
            return Response("", 404)
        if path == "/verify-image":
            return Response(picture(self.truth.new_captcha(), "PNG"), kind="image/png", headers=cookies)
        if path == "/":
            return redirect("/login", *cookies)
        if path == "/login":
            return self._sign_in(request, sid, me, cookies, v)
        if path in ("/login/card", "/search"):
            self.takes(request)
        if path == "/login/card":
            return redirect("/login", *cookies, status=303)
        if not me.get("in"):
            if request.method == "POST":
                self.takes(request, oldPwd="old_password", newPwd="new_password", checkPwd="new_password_again")
            return redirect("/login?expired=1", *cookies)
        if path == "/logout" and request.method == "POST":
            self.takes(request)
            if request.get("_csrf") != me["csrf"]:
                return self._lost("/home", v, cookies)
            self.truth.sessions.discard(f"portal:{sid}")
            self.truth.counts["sign_out_portal"] += 1
            del self.store[sid]
            return redirect("/login?bye=1", ("Set-Cookie", "ntuh.portal.sid=; Path=/; Max-Age=0"))
        if path == "/home":
            return self._page(self._shell("首頁", self._home(), me, v), cookies)
        if path == "/personal/password":
            return self._password(request, me, cookies, v)
        if path == "/bridge/contact":
            ticket = secrets.token_hex(12)
            self.tickets[ticket] = sid
            return redirect(f"{self.urls['inner']}/hr-web/sso?ticket={ticket}")
        return self._page(self._shell("建置中", alert("此功能尚未開放，或您沒有權限。", "warning"), me, v), cookies, 404)

    def _sign_in(self, request: Request, sid: str, me: dict, cookies: list, v: str) -> Response:
        word = {"expired": "登入逾時，請重新登入。", "bye": "您已成功登出。"}
        note, kind = next((text for key, text in word.items() if request.query.get(key)), ""), "info"
        if request.method == "POST":
            self.takes(request, hospital="campus", acc="employee_id", pwd="portal_password", vcode="captcha")
            text, self.truth.captcha = self.truth.captcha, ""
            person = self.truth.person
            if request.get("_csrf") != me["csrf"]:
                return self._lost("/login", v, cookies)
            if not text or request.get("vcode").strip().upper() != text.upper():
                note = "驗證碼輸入有誤，請依新圖片重新輸入"
            elif request.get("hospital") not in dict(CAMPUS):
                note = "請選擇院區"
            elif request.get("acc") != person.employee_id or request.get("pwd") != self.truth.portal_password:
                note = "帳號或密碼不正確（連續錯誤 5 次將鎖定 15 分鐘）"
            elif request.get("hospital") != "T0":
                note = "您的帳號不屬於所選院區"
            else:
                me["in"], me["csrf"] = True, secrets.token_urlsafe(18)
                self.truth.sessions.add(f"portal:{sid}")
                self.truth.counts["sign_in"] += 1
                return redirect("/home", *cookies, status=303)
            self.truth.counts["sign_in_refused"] += 1
            kind = "error"
        radios = "".join(
            f'<label role="radio" tabindex="0" class="el-radio{" is-checked" if n == 0 else ""}"><span class="el-radio__input"><span class="el-radio__inner"></span>'
            f'<input type="radio" aria-hidden="true" tabindex="-1" name="hospital" value="{k}"{" checked" if n == 0 else ""} class="el-radio__original"></span><span class="el-radio__label">{t}<!----></span></label>'
            for n, (k, t) in enumerate(CAMPUS))
        eye = '<span class="el-input__suffix"><span class="el-input__suffix-inner"><i class="el-input__icon el-icon-view el-input__clear"></i></span></span>'
        form = (f'<form action="/login" method="post" class="el-form el-form--label-right"><input type="hidden" name="_csrf" value="{me["csrf"]}">'
                + item("院區", "hospital", f'<div role="radiogroup" class="el-radio-group">{radios}</div>', v, width=90)
                + item("帳號", "account", box("acc", request.get("acc"), more='maxlength="6" placeholder="員工編號 6 碼"'), v, width=90)
                + item("密碼", "password", box("pwd", "", "password", 'maxlength="30" placeholder="預設為身分證號（英文大寫）"') + eye, v, width=90)
                + item("驗證碼", "captcha", f'<div class="el-row" style="margin-left:-5px"><div class="el-col el-col-12">{box("vcode", more="maxlength=6")}</div><div class="el-col el-col-12"><img src="/verify-image?t={int(time.time() * 1000)}" alt="" class="captcha-img" onclick="this.src=\'/verify-image?t=\'+Date.now()"></div></div>', v,
                       '<div class="tips"><i class="el-icon-info"></i> 不用區分大小寫，點圖可換一張</div>', width=90)
                + f'<div class="el-form-item"><div class="el-form-item__content" style="margin-left:90px">{button("登 入", "type=submit", icon="el-icon-s-promotion")}</div></div></form>')
        decoy = (f'<form action="/login/card" method="post" class="el-form"><input type="hidden" name="_csrf" value="{me["csrf"]}">'
                 + item("PIN 碼", "pin", box("pin", "", "password", 'maxlength="8"'), v, width=90) + button("憑證登入", "type=submit", "default") + "</form>")
        body = f"""<header class="el-header" style="height:60px"><img src="/favicon.ico" alt="">國立臺灣大學醫學院附設醫院 <small>PORTAL</small></header><main class="el-main"><div class="el-card is-always-shadow login-card"><div class="el-card__header"><span>登入本院PORTAL系統</span></div><div class="el-card__body">{alert(note, kind)}
<div class="el-tabs el-tabs--top"><div class="el-tabs__header is-top"><div role="tab" class="el-tabs__item is-active">帳號密碼</div><div role="tab" class="el-tabs__item">行動憑證</div></div><div class="el-tabs__content"><div role="tabpanel" id="pane-pwd" class="el-tab-pane">{form}</div><div role="tabpanel" id="pane-card" aria-hidden="true" class="el-tab-pane" style="display:none;">{decoy}</div></div></div>
</div></div><p class="foot">如無法登入，請撥資訊室分機261120</p></main>"""
        return self._page(nuxt("登入 - NTUH Portal", body, v, {"auth": {"loggedIn": False}}, "auth"), cookies)

    def _shell(self, crumb: str, main: str, me: dict, v: str) -> str:
        def sub(name: str, entries: list[tuple[str, str]]) -> str:
            links = "".join(f'<li role="menuitem" tabindex="-1" class="el-menu-item" style="padding-left:40px"><a href="{to}" class="nuxt-link">{text}</a></li>' for text, to in entries)
            return f'<li role="menuitem" aria-haspopup="true" class="el-submenu"><div class="el-submenu__title" onclick="var m=this.nextElementSibling;m.style.display=m.style.display?\'\':\'none\'"><i class="el-icon-menu"></i><span>{name}</span><i class="el-submenu__icon-arrow el-icon-arrow-down"></i></div><ul role="menu" class="el-menu el-menu--inline" style="display:none">{links}</ul></li>'
        menu = (sub("醫療系統", [("門診系統", "/opd"), ("住院系統", "/ipd")]) + sub("數位學習", [("TMS 課程", "/tms")])
                + sub("個人管理", [("更改密碼", "/personal/password"), ("個人簽章提醒設定", "/personal/sign"), ("查詢員工連絡資料", "/personal/query"),
                                ("維護個人連絡資料", "/bridge/contact"), ("個人就醫紀錄查詢", "/personal/visits"), ("行動憑證申請", "/personal/card")]))
        body = f"""<header class="el-header"><span>NTUH Portal</span><form action="/search" method="get" class="top-search">{box("q", more='placeholder="搜尋功能"')}</form><span>{escape(self.truth.person.name)} 您好!</span><form action="/logout" method="post" style="display:inline"><input type="hidden" name="_csrf" value="{me["csrf"]}">{button("登出系統", "type=submit", "text", "el-icon-switch-button")}</form></header>
<section class="el-container"><aside class="el-aside" style="width:220px"><ul role="menubar" class="el-menu">{menu}</ul></aside><main class="el-main"><div aria-label="Breadcrumb" role="navigation" class="el-breadcrumb"><span class="el-breadcrumb__item"><span role="link" class="el-breadcrumb__inner is-link">首頁</span><span role="presentation" class="el-breadcrumb__separator">/</span></span><span class="el-breadcrumb__item"><span class="el-breadcrumb__inner">{crumb}</span></span></div>{main}</main></section>"""
        return nuxt(f"{crumb} - NTUH Portal", body, v, {"auth": {"loggedIn": True, "user": {"empNo": self.truth.person.employee_id}}})

    def _home(self) -> str:
        return """<div class="el-card is-hover-shadow"><div class="el-card__header">全院公告 <sup class="el-badge__content">2</sup></div><div class="el-card__body"><table class="el-table__body"><tbody><tr class="el-table__row"><td>2021/10/19</td><td><div class="cell">請全院同仁填報「薪資所得免稅額申報表」</div></td></tr><tr class="el-table__row"><td>2021/09/01</td><td><div class="cell">Portal 改版，選單改置於左側，請多利用</div></td></tr></tbody></table></div></div>
<div class="el-card"><div class="el-card__body">總院差勤待簽 0 未核准 0 被駁回 0</div></div>"""

    def _password(self, request: Request, me: dict, cookies: list, v: str) -> Response:
        note, kind = "", ""
        if request.method == "POST":
            self.takes(request, oldPwd="old_password", newPwd="new_password", checkPwd="new_password_again")
            if request.get("_csrf") != me["csrf"]:
                return self._lost("/personal/password", v, cookies)
            new = request.get("newPwd")
            if request.get("oldPwd") != self.truth.portal_password:
                note = "舊密碼驗證失敗"
            elif new != request.get("checkPwd"):
                note = "兩次輸入的新密碼不一致"
            elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                note = "新密碼不符合設定條件"
            elif new == self.truth.portal_password:
                note = "新密碼不可與舊密碼相同"
            if note:
                self.truth.counts["password_refused"] += 1
                kind = "error"
            else:
                self.truth.portal_password = new
                self.truth.counts["password_changed"] += 1
                me["flash"] = "密碼已更新，下次登入請使用新密碼"
                return redirect("/personal/password", *cookies, status=303)
        elif me.get("flash"):
            note, kind = me.pop("flash"), "success"
        main = f"""<h3>更改密碼</h3>{alert(note, kind)}<form method="post" action="/personal/password" class="el-form demo-ruleForm"><input type="hidden" name="_csrf" value="{me["csrf"]}">
{item("請輸入舊密碼", "oldPassword", box("oldPwd", "", "password", 'autocomplete="current-password"'), v)}
{item("請輸入新密碼", "newPassword", box("newPwd", "", "password", 'maxlength="20"'), v, '<div class="el-form-item__error" style="display:none">長度在 8 到 20 個字元</div>')}
{item("請再輸入新密碼", "confirm", box("checkPwd", "", "password", 'maxlength="20"'), v)}
{item("密碼強度檢核", "", '<div role="progressbar" class="el-progress el-progress--line is-exception"><div class="el-progress-bar__inner" style="width:0%"></div></div>', v, required=False)}
<div class="el-form-item"><div class="el-form-item__content" style="margin-left:160px">{button("重 填", "type=reset", "default")}{button("確 定", "type=submit")}</div></div></form>
<ul class="tips"><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ul><a href="/home" class="el-link el-link--primary"><span class="el-link--inner">回功能選單</span></a>"""
        return self._page(self._shell("更改密碼", main, me, v), cookies)

    # ---- inner
    def inner(self, request: Request) -> Response:
        v = 'data-v-71bd0e02=""'
        if request.path == "/hr-web/sso":
            owner = self.tickets.pop(request.query.get("ticket", ""), "")
            if f"portal:{owner}" not in self.truth.sessions:
                return redirect(self.urls["portal"] + "/login?expired=1")
            sid = secrets.token_hex(10)
            self.store[sid] = {"csrf": secrets.token_urlsafe(18), "owner": owner}
            return redirect("/hr-web/profile/contact", ("Set-Cookie", f"hr.sid={sid}; Path=/hr-web; HttpOnly"))
        me = self.store.get(request.cookies.get("hr.sid", ""), {})
        if request.path != "/hr-web/profile/contact":
            return Response("Not Found", 404)
        fields = {"enSurname": "english_surname", "enFirst": "english_given", "enMiddle": "english_middle", "officeTel": "office_phone", "homeTel": "home_phone", "mobile": "mobile_phone"}
        if request.method == "POST":
            self.takes(request, mobile="mobile_phone")
        if f"portal:{me.get('owner')}" not in self.truth.sessions:
            return redirect(self.urls["portal"] + "/login?expired=1")
        person, note, kind = self.truth.person, "", ""
        shown = {key: self.truth.saved_contact.get(key, getattr(person, key)) for key in fields.values()}
        if request.method == "POST":
            if request.get("_csrf") != me["csrf"] or request.get("empNo") != person.employee_id:
                return self._lost("/hr-web/profile/contact", v, [])
            shown = {key: request.get(name).strip() for name, key in fields.items()}
            if not all(request.has(name) for name in fields):
                note, kind = "資料不完整，未儲存", "error"
            elif not re.fullmatch(r"09\d{8}", shown["mobile_phone"]):
                note, kind = "行動電話格式錯誤，應為 09 開頭共 10 碼", "error"
            elif not shown["english_surname"] or not shown["english_given"]:
                note, kind = "英文姓與英文首名為必填", "error"
            else:
                self.truth.saved_contact.update(shown)
                self.truth.counts["contact_saved"] += 1
                me["flash"], me["csrf"] = "異動完成，資料已寫入人事系統", secrets.token_urlsafe(18)
                return redirect("/hr-web/profile/contact", status=303)
        elif me.get("flash"):
            note, kind = me.pop("flash"), "success"
        tip = '<span class="tips" style="color:#909399">{}</span>'.format
        rows = (
            item("員工編號：", "empNo", box("empNo", person.employee_id, more="readonly"), v, required=False) + item("姓名：", "name", box("chName", person.name, more="disabled"), v, required=False)
            + item("英文姓：", "enSurname", box("enSurname", shown["english_surname"]), v, tip("ex:Chen(陳)"))
            + item("英文首名：", "enFirst", box("enFirst", shown["english_given"]), v, tip('ex: Yi-Fen(怡芬) <i class="el-tooltip el-icon-question" title="說明"></i>'))
            + item("英文中名：", "enMiddle", box("enMiddle", shown["english_middle"]), v, tip("ex:Mary 為英文別名，如無，可不填"), False)
            + item("辦公室電話：", "tel", box("officeTel", shown["office_phone"]), v, tip("ex:61234或23123456"), False)
            + item("住宅電話：", "tel", box("homeTel", shown["home_phone"]), v, tip("ex:0223123456"), False)
            + item("行動電話：", "cellphone", box("mobile", shown["mobile_phone"], "tel", 'maxlength="10"'), v, tip("ex:0952000000 (如離職或更換門號，請記得調整此欄位)")))
        body = f"""<header class="el-header">台大醫院---維護個人連絡資料</header><main class="el-main">{alert(note, kind)}<form method="post" action="/hr-web/profile/contact" class="el-form el-form--inline"><input type="hidden" name="_csrf" value="{me["csrf"]}"><div class="toolbar">{button("異動儲存", "type=submit", "success", "el-icon-check")}</div>{rows}</form><a href="{self.urls['portal']}/home" class="el-link"><span class="el-link--inner">回功能選單</span></a></main>"""
        return self._page(nuxt("維護個人連絡資料", body, v, {}), [])

    # ---- account
    def account(self, request: Request) -> Response:
        v = 'data-v-0c5e88a4=""'
        sid, me, cookies = self._session(request, "help.sid")
        path = request.path.rstrip("/") or "/"
        if path == "/":
            return self._page(nuxt("帳號服務", self._rules(), v, {}), cookies)
        if path == "/leave" and request.method == "POST":
            self.takes(request)
            if f"account:{sid}" in self.truth.sessions:
                self.truth.sessions.discard(f"account:{sid}")
                self.truth.counts["sign_out_account"] += 1
            self.store.pop(sid, None)
            return redirect("/", ("Set-Cookie", "help.sid=; Path=/; Max-Age=0"), status=303)
        if path in ("/activate", "/reset"):
            return self._proof(request, sid, me, cookies, v, path)
        if path in ("/activate/setup", "/reset/setup"):
            return self._setup(request, sid, me, cookies, v, path)
        return self._page(nuxt("404", alert("找不到頁面", "warning"), v, {}), cookies, 404)

    def _rules(self) -> str:
        return f"""<header class="el-header"><h2>雲端服務帳號管理</h2></header><main class="el-main">
<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<div class="el-card"><div class="el-card__header"><b>《規範》</b></div><div class="el-card__body"><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同，以確保個人資料安全。</li></ul>
<form action="/activate" method="get" class="el-form"><label class="el-checkbox"><span class="el-checkbox__input"><span class="el-checkbox__inner"></span><input type="checkbox" aria-hidden="false" name="agree" value="Y" class="el-checkbox__original" onchange="document.getElementById('go').disabled=!this.checked"></span><span class="el-checkbox__label">我已詳閱並同意上述規範</span></label>
<div>{button("啟用網路帳號及首次雲端帳號密碼設定", 'type="submit" id="go" disabled="disabled"')}<p class="tips">啟用本院微軟相關服務，如：Office365, Outlook...</p></div></form></div></div>
<div class="el-collapse"><div class="el-collapse-item"><div role="tab"><div class="el-collapse-item__header">《常見問題與服務》</div></div><div class="el-collapse-item__wrap"><div class="el-collapse-item__content"><p>密碼修改後多久可以生效：即時生效。</p><p>忘記密碼：請以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></div></div></div></div>
<a href="/reset" class="el-button el-button--warning"><span>重置雲端服務密碼</span></a> <a href="/vendor" class="el-button el-button--info is-plain"><span>總院廠商VPN展延申請</span></a></main>"""

    def _proof(self, request: Request, sid: str, me: dict, cookies: list, v: str, path: str) -> Response:
        person, note, kind, dialog, box_open = self.truth.person, "", "", "<!---->", ""
        if request.method == "GET" and path == "/activate":
            self.takes(request, agree="consent")
            if request.query.get("agree") == "Y":
                me["agree"] = True
            if not me.get("agree"):
                return redirect("/", *cookies)
        elif request.method == "POST":
            self.takes(request, userNo="employee_id", otp="code", regPhone="registered_phone")
            if request.get("_csrf") != me["csrf"] or (path == "/activate" and not me.get("agree")):
                return self._lost("/", v, cookies)
            act = request.get("act")
            if request.has("userNo"):
                me["typed"] = request.get("userNo").strip()
            if act == "ask":
                if me.get("typed") != person.employee_id:
                    note, kind = "查無此網路帳號 / 員工編號", "error"
                else:
                    box_open = "phone"
            elif act == "send":
                if me.get("typed") != person.employee_id:
                    note, kind = "請先輸入網路帳號", "error"
                elif request.get("regPhone").strip() != self.truth.saved_contact.get("mobile_phone", person.mobile_phone):
                    note, kind, box_open = "輸入的門號與登記資料不符", "error", "phone"
                else:
                    me["code"], me["at"], box_open = self.truth.new_message(), time.time(), "sent"
            elif act == "next":
                code = me.get("code", "")
                if me.get("typed") != person.employee_id or not code or request.get("otp").strip() != code:
                    note, kind = "動態碼不正確，請重新確認", "error"
                elif time.time() - me["at"] > 120:
                    note, kind = "動態碼已逾 2 分鐘時效，請重新發送", "error"
                else:
                    self.truth.counts["code_accepted"] += 1
                    self.truth.sessions.add(f"account:{sid}")
                    me["code"], me["proved"], me["csrf"] = "", path, secrets.token_urlsafe(18)
                    return redirect(path + "/setup", *cookies, status=303)
                self.truth.counts["code_refused"] += 1
        token = f'<input type="hidden" name="_csrf" value="{me["csrf"]}">'
        if box_open == "phone":
            dialog = f"""<div class="el-dialog__wrapper"><div role="dialog" aria-modal="true" aria-label="簡訊驗證" class="el-dialog" style="margin-top:15vh;width:420px"><div class="el-dialog__header"><span class="el-dialog__title">簡訊驗證</span></div><form method="post" action="{path}">{token}<div class="el-dialog__body"><p>請輸入帳號登記的手機門號(10碼)</p>{box("regPhone", "", "tel", 'maxlength="10" placeholder="09xxxxxxxx"')}{f'<div class="el-form-item__error">{note}</div>' if note else ""}</div><div class="el-dialog__footer"><button type="submit" name="act" value="send" class="el-button el-button--primary"><span>確定發送</span></button><button type="submit" name="act" value="cancel" class="el-button el-button--default"><span>取 消</span></button></div></form></div></div><div class="v-modal"></div>"""
        elif box_open == "sent":
            dialog = """<div tabindex="-1" role="dialog" aria-modal="true" aria-label="動態碼簡訊發送成功" class="el-message-box__wrapper" id="mb"><div class="el-message-box"><div class="el-message-box__header"><div class="el-message-box__title"><span>動態碼簡訊發送成功</span></div></div><div class="el-message-box__content"><p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p></div><div class="el-message-box__btns"><button type="button" class="el-button el-button--primary" onclick="document.getElementById('mb').remove()"><span>確定</span></button></div></div></div>"""
        head = "啟用網路帳號及首次雲端帳號密碼設定" if path == "/activate" else "重置雲端服務密碼"
        code_row = item("簡訊(或MOTP)動態碼", "otp", box("otp", more='maxlength="6" autocomplete="one-time-code"'), v, required=False, width=200)
        body = f"""<header class="el-header"><a href="/">雲端服務帳號管理</a></header><main class="el-main"><div class="el-steps el-steps--simple"><div class="el-step__title is-process">身分驗證</div><div class="el-step__title is-wait">帳號設定</div></div>
<div class="el-card"><div class="el-card__header">注意事項</div><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div><h3>{head}</h3>{alert(note if box_open != "phone" else "", kind)}
<form method="post" action="{path}" class="el-form">{token}{item("網路帳號 / 主職員工編號", "account", box("userNo", me.get("typed", ""), more='maxlength="6"', after='<button type="submit" name="act" value="ask" class="el-button el-button--default"><span>發送簡訊動態碼</span></button>'), v, width=200)}
{code_row}<button type="submit" name="act" value="next" class="el-button el-button--primary"><span>下一步</span><i class="el-icon-arrow-right el-icon--right"></i></button></form>{dialog}</main>"""
        return self._page(nuxt(head, body, v, {}), cookies)

    def _setup(self, request: Request, sid: str, me: dict, cookies: list, v: str, path: str) -> Response:
        person, truth, note = self.truth.person, self.truth, ""
        if request.method == "POST":
            self.takes(request, mailName="alias", cloudPwd="cloud_password", cloudPwd2="cloud_password_again")
        if f"account:{sid}" not in truth.sessions or me.get("proved", "") + "/setup" != path:
            return redirect("/", *cookies)
        token = f'<input type="hidden" name="_csrf" value="{me["csrf"]}">'
        leave = f'<form method="post" action="/leave">{token}{button("離開", "type=submit", "text")}</form>'
        pair = item("雲端服務密碼", "pass", box("cloudPwd", "", "password", 'maxlength="32"'), v, '<span class="tips">至少 8 碼，需含英文及數字</span>', width=200) + item("再次輸入雲端服務密碼", "checkPass", box("cloudPwd2", "", "password", 'maxlength="32"'), v, width=200)
        if request.method == "POST":
            name, one = request.get("mailName").strip(), request.get("cloudPwd")
            if request.get("_csrf") != me["csrf"]:
                return self._lost("/", v, cookies)
            if request.get("act") == "cancel":
                return redirect("/", *cookies, status=303)
            if path.startswith("/activate"):
                if truth.alias:
                    note = "本帳號已啟用過，不可重複設定"
                elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", name):
                    note = "名稱僅限英數字及 . _ -，須以英文字母開頭"
                elif name.lower() == "taken.name":
                    note = "此名稱已有人使用，請更換"
            elif not truth.alias:
                note = "帳號尚未啟用，請先執行啟用網路帳號"
            if note:
                pass
            elif one != request.get("cloudPwd2"):
                note = "兩次輸入的雲端服務密碼不一致"
            elif len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search("[0-9]", one):
                note = "雲端服務密碼強度不足"
            elif one == truth.portal_password:
                note = "請勿與Portal密碼設定相同"
            else:
                truth.cloud_password = one
                if path.startswith("/activate"):
                    truth.alias = name
                    truth.counts["activated"] += 1
                    words = f"設定完成！您的雲端服務帳號為 {escape(name)}@ntuh.gov.tw，將於隔日生效"
                else:
                    words = "雲端服務密碼已重設，即時生效"
                body = f'<main class="el-main"><div class="el-result"><div class="el-result__icon"><i class="el-icon-success"></i></div><div class="el-result__title"><p>{words}</p></div></div>{leave}</main>'
                return self._page(nuxt("完成", body, v, {}), cookies)
        facts = "".join(f'<tr class="el-descriptions-row"><th class="el-descriptions-item__label is-bordered-label">{k}</th><td class="el-descriptions-item__content">{t}</td></tr>' for k, t in
                        (("網路帳號 / 主職員工編號", person.employee_id), ("帳號姓名", person.name), ("主職單位", person.unit), ("有效期限", person.valid_until)))
        if path.startswith("/reset"):
            form = f'<h3>重置雲端服務密碼</h3><form method="post" action="{path}" class="el-form">{token}{pair}{button("確認重置", "type=submit")}</form>'
        elif truth.alias and not note:
            form = alert(f"此帳號先前已開通雲端服務，郵件名稱：{escape(truth.alias)}@ntuh.gov.tw（不可變更）", "info")
        else:
            form = f"""<form method="post" action="{path}" class="el-form">{token}{item("雲端服務帳號 (電子郵件名稱)", "mail", box("mailName", request.get("mailName"), more='maxlength="64"', after="@ntuh.gov.tw"), v, '<span class="tips">名稱長度限64字元內</span>', width=200)}{pair}
<button type="submit" name="act" value="cancel" class="el-button el-button--default" formnovalidate><span>取消啟用</span></button><button type="submit" name="act" value="enable" class="el-button el-button--primary"><span>啟用雲端服務</span></button><span class="tips">服務於設定完成隔日生效</span></form>"""
        body = f'<main class="el-main"><h2>設定密碼與郵件別名</h2><p>雲端服務帳號說明：1. 雲端服務帳號為跨體系使用。 2. 服務於設定完成隔日生效。</p>{alert(note, "error")}<table class="el-descriptions__table is-bordered"><tbody>{facts}</tbody></table>{form}{leave}</main>'
        return self._page(nuxt("設定密碼與郵件別名", body, v, {}), cookies)

    # ---- mail
    def mail(self, request: Request) -> Response:
        v = 'data-v-9be2f317=""'
        sid, me, cookies = self._session(request, "wm.sid")
        truth, note = self.truth, ""
        if request.path == "/captcha.png":
            return Response(picture(truth.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5), "PNG"), kind="image/png", headers=cookies)
        if request.path == "/":
            return redirect("/mail/inbox" if me.get("in") else "/mail/login", *cookies)
        if request.path == "/mail/login" and request.method == "POST":
            self.takes(request, mailUser="mail_account", mailPass="mail_password", checkCode="captcha")
            text, truth.captcha = truth.captcha, ""
            if request.get("_csrf") != me["csrf"]:
                return self._lost("/mail/login", v, cookies)
            if not text or request.get("checkCode").strip() != text:
                note = "驗證碼錯誤"
            elif not truth.alias or request.get("mailUser").strip().lower().removesuffix("@ntuh.gov.tw") != truth.alias.lower() or request.get("mailPass") != truth.cloud_password:
                note = "登入失敗，請檢查帳號與密碼"
            else:
                me["in"] = True
                truth.counts["mail_sign_in"] += 1
                truth.sessions.add(f"mail:{sid}")
                return redirect("/mail/inbox", *cookies, status=303)
        if request.path == "/mail/inbox":
            if not me.get("in"):
                return redirect("/mail/login", *cookies)
            body = f'<header class="el-header">{escape(truth.alias)}@ntuh.gov.tw <a href="/mail/logout" class="el-link"><span class="el-link--inner">登出</span></a></header><main class="el-main"><h3>收件匣 (1)</h3><table class="el-table__body"><tr class="el-table__row"><td>資訊室</td><td>歡迎使用雲端郵件</td></tr></table></main>'
            return self._page(nuxt("收件匣", body, v, {}), cookies)
        if request.path == "/mail/logout":
            if me.get("in"):
                truth.sessions.discard(f"mail:{sid}")
                truth.counts["sign_out_mail"] += 1
                self.store.pop(sid)
            return redirect("/mail/login", ("Set-Cookie", "wm.sid=; Path=/; Max-Age=0"))
        if request.path != "/mail/login":
            return Response("Not Found", 404, headers=cookies)
        form = f"""<form method="post" action="/mail/login" class="el-form"><input type="hidden" name="_csrf" value="{me["csrf"]}">{item("帳號:", "u", box("mailUser", request.get("mailUser"), after="@ntuh.gov.tw"), v)}{item("密碼:", "p", box("mailPass", "", "password"), v)}{item("驗證碼(小寫字母或數字):", "c", box("checkCode", more='maxlength="5"'), v, '<img src="/captcha.png" alt="captcha">')}
<label class="el-checkbox"><span class="el-checkbox__input"><input type="checkbox" name="remember" value="1" class="el-checkbox__original"></span><span class="el-checkbox__label">記住登入資訊 (公用電腦請勿勾選)</span></label>{button("登入", "type=submit")}</form>"""
        body = f'<main class="el-main">{alert(note, "error")}<div class="el-card">{form}</div><div class="el-card"><div class="el-card__header">公佈欄</div><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p><p>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls["account"]}">https://help.ntuh.gov.tw/</a></p></div></main>'
        return self._page(nuxt("電子郵件", body, v, {}, "auth"), cookies)

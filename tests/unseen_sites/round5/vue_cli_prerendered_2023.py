"""A hospital's sites as prerendered pages of a component library, every act an ordinary form."""

from __future__ import annotations

import html
import re
import secrets
import sys
import time
from pathlib import Path

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402

V = "data-v-7ba5bd90"
CONTACT = (
    ("englishSurname", "english_surname", "英文姓", "ex:Chen(陳)", 30),
    ("englishGiven", "english_given", "英文首名", "ex: Yi-Fen(怡芬)", 40),
    ("englishMiddle", "english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填", 40),
    ("officeTel", "office_phone", "辦公室電話", "ex:61234或23123456", 20),
    ("homeTel", "home_phone", "住宅電話", "ex:0223123456", 20),
    ("cellphone", "mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", 10),
)


def esc(value: str) -> str:
    return html.escape(value, quote=True)


def shell(title: str, body: str, aside: str = "") -> Response:
    return Response(f"""<!DOCTYPE html><html lang="zh-TW" data-server-rendered="true"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{title}</title><link href="/css/chunk-vendors.1c2f8ab3.css" rel="preload" as="style"><style>.el-form-item__label{{float:left;width:190px}}.is-hidden{{display:none}}.el-message--error{{color:#f56c6c}}.el-message--success{{color:#67c23a}}</style></head>
<body><noscript><strong>本系統建議啟用 JavaScript 以獲得最佳瀏覽體驗。</strong></noscript><div id="app" class="el-container" {V}><!---->{aside}<main class="el-main" {V}>{body}</main>
<footer class="el-footer" {V}><small>© 2023 資訊室　分機 261120</small></footer></div></body></html>""")


def item(label: str, name: str, value: str = "", kind: str = "text", extra: str = "", tail: str = "", need: bool = True) -> str:
    star = " is-required" if need else ""
    return (f'<div class="el-form-item{star}" {V}><label for="{name}" class="el-form-item__label">{label}</label><div class="el-form-item__content">'
            f'<div class="el-input el-input--medium"><!----><input type="{kind}" autocomplete="off" id="{name}" name="{name}" value="{esc(value)}" class="el-input__inner" {extra}><!----></div>{tail}<!----></div></div>')


def toast(text: str, kind: str = "error") -> str:
    if not text:
        return "<!---->"
    return f'<div role="alert" class="el-message el-message--{kind}"><i class="el-message__icon el-icon-{kind}"></i><p class="el-message__content">{esc(text)}</p></div>'


def press(label: str, kind: str = "primary", extra: str = "", icon: str = "") -> str:
    mark = f'<i class="el-icon-{icon}"></i>' if icon else "<!---->"
    return f'<button type="submit" class="el-button el-button--{kind}" {extra}>{mark}<span>\n  {label}\n</span></button>'


class TheSite(Site):
    title = "vue_cli_prerendered_2023"

    def __init__(self) -> None:
        super().__init__()
        self.tokens: dict[str, str] = {}
        self.states: dict[str, dict[str, str]] = {}
        self.code_at = 0.0

    # ---- what the four hosts share
    def token(self, purpose: str) -> str:
        value = secrets.token_urlsafe(18)
        self.tokens[value] = purpose
        return f'<input type="hidden" name="_csrf" value="{value}">'

    def fresh(self, r: Request, purpose: str) -> bool:
        return self.tokens.pop(r.get("_csrf"), "") == purpose

    def image(self) -> Response:
        kind = Response(picture(self.truth.captcha, "PNG"), kind="image/png")
        kind.headers.append(("Cache-Control", "no-store"))
        return kind

    # ---- portal
    def login(self, message: str = "", kind: str = "error") -> Response:
        self.truth.new_captcha()
        stamp = secrets.token_hex(4)
        body = f"""<div class="login-card el-card"><div class="el-card__header"><h2>登入本院PORTAL系統</h2></div><div class="el-card__body">{toast(message, kind)}
<form class="el-form el-form--label-left" method="post" action="/portal/login">{self.token("login")}
<div class="el-form-item"><label class="el-form-item__label" for="campus">院區</label><div class="el-form-item__content"><select id="campus" name="campus" class="el-select"><option value="T0" selected>總院區</option><option value="T2">北護分院</option><option value="T4">新竹分院</option><option value="Y0">雲林分院</option></select></div></div>
{item("帳號", "username", extra='maxlength="6" placeholder="6位數數字"')}
{item("密碼", "userpwd", kind="password", extra='placeholder="預設為身分證號"', tail='<span class="el-input__suffix"><i class="el-icon-view"></i></span>')}
{item("驗證碼", "verify", extra='maxlength="6"', tail=f'<img class="captcha" src="/portal/captcha.png?t={stamp}" alt="驗證碼圖片"><span class="tip">(不用區分大小寫)</span> <a class="el-link" href="/portal/login">換一張</a>')}
<div class="el-form-item">{press("登　入", extra='style="width:100%"')}</div></form></div></div>
<div class="el-dialog__wrapper is-hidden" style="display:none"><div role="dialog" class="el-dialog" aria-label="瀏覽器提醒"><div class="el-dialog__body">請使用 Chrome 或 Edge 瀏覽器。</div></div></div>"""
        return shell("PORTAL 登入", body)

    def who(self, r: Request) -> str:
        sid = r.cookies.get("portal_sid") or r.query.get("SESSION", "")
        return sid if f"portal:{sid}" in self.truth.sessions else ""

    def portal(self, r: Request) -> Response:
        t = self.truth
        if r.path == "/":
            return redirect("/portal/login")
        if r.path == "/portal/captcha.png":
            return self.image()
        if r.path == "/portal/login":
            if r.method != "POST":
                return self.login()
            self.takes(r, campus="campus", username="employee_id", userpwd="portal_password", verify="captcha")
            right, t.captcha = t.captcha, ""
            if not self.fresh(r, "login"):
                return self.login("頁面閒置過久，請重新輸入。")
            if not right or r.get("verify").upper() != right.upper():
                t.counts["sign_in_refused"] += 1
                return self.login("驗證碼輸入錯誤，請依新的圖片重新輸入")
            if r.get("campus") != "T0" or r.get("username") != t.person.employee_id or r.get("userpwd") != t.portal_password:
                t.counts["sign_in_refused"] += 1
                return self.login("帳號或密碼不正確，請確認後再試")
            sid = secrets.token_hex(16)
            t.sessions.add(f"portal:{sid}")
            t.counts["sign_in"] += 1
            return redirect(f"/portal/home?SESSION={sid}", ("Set-Cookie", f"portal_sid={sid}; Path=/; HttpOnly"))
        sid = self.who(r)
        if not sid:
            return self.login("登入逾時，請重新登入")
        if r.path == "/portal/logout" and r.method == "POST":
            self.takes(r)
            t.sessions.discard(f"portal:{sid}")
            t.counts["sign_out_portal"] += 1
            return self.login("您已安全登出", "success")
        if r.path == "/portal/home":
            inner = self.urls["inner"]
            entries = [("更改密碼", f"{inner}/personal/password?SESSION={sid}"), ("個人簽章提醒設定", "/portal/todo"), ("查詢員工連絡資料", "/portal/todo"),
                       ("維護個人連絡資料", f"{inner}/personal/contact?SESSION={sid}"), ("個人就醫紀錄查詢", "/portal/todo")]
            lis = "".join(f'<li role="menuitem" class="el-menu-item" style="padding-left:40px"><a href="{u}"><i class="el-icon-document"></i><span slot="title">{n}</span></a></li>' for n, u in entries)
            aside = f'<aside class="el-aside"><ul role="menubar" class="el-menu"><li class="el-submenu is-opened"><div class="el-submenu__title"><span>個人管理</span><i class="el-icon-arrow-down"></i></div><ul class="el-menu el-menu--inline">{lis}</ul></li></ul></aside>'
            body = f"""<header class="el-header">{esc(t.person.name)} 您好! <form method="post" action="/portal/logout?SESSION={sid}" style="display:inline">{press("登出系統", "text", icon="switch-button")}</form></header>
<form method="get" action="/portal/todo" class="search"><input class="el-input__inner" name="q" placeholder="搜尋功能"><button type="submit" class="el-button"><i class="el-icon-search"></i></button></form>
<div class="el-card"><div class="el-card__header">全院公告 <sup class="el-badge__content">1</sup></div><table class="el-table"><tr><th>日期<th>標題<tr><td>2023/05/02<td>Portal 資訊系統改版上線</table></div>"""
            return shell("個人首頁", body, aside)
        if r.path == "/portal/todo":
            return shell("建置中", '<div class="el-empty"><p>此功能建置中</p></div><a href="/portal/home">回首頁</a>')
        return Response("Not Found", 404)

    # ---- inner
    def inner(self, r: Request) -> Response:
        t = self.truth
        sid = r.query.get("SESSION", "")
        if f"portal:{sid}" not in t.sessions:
            return shell("逾時", f'{toast("連線已逾時，請由PORTAL重新登入")}<a href="{self.urls["portal"]}/portal/login">回登入頁</a>')
        back = f'<div class="el-breadcrumb"><a href="{self.urls["portal"]}/portal/home?SESSION={sid}">回功能選單</a></div>'
        if r.path == "/personal/password":
            text, kind = "", "error"
            if r.method == "POST":
                self.takes(r, oldPwd="old_password", newPwd="new_password", checkPwd="new_password_again")
                new = r.get("newPwd")
                if not self.fresh(r, "password"):
                    text = "表單已失效，請重新填寫"
                elif r.get("oldPwd") != t.portal_password:
                    text = "舊密碼不符"
                elif new != r.get("checkPwd"):
                    text = "兩次輸入的新密碼不一致"
                elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                    text = "新密碼未符合密碼設定條件"
                elif new == t.portal_password:
                    text = "新密碼不可與舊密碼相同"
                if not text:
                    t.portal_password = new
                    t.counts["password_changed"] += 1
                    return shell("更改密碼", f'<div class="el-result"><div class="el-result__icon"><i class="el-icon-success"></i></div><div class="el-result__title"><p>密碼已更新完成，下次登入請使用新密碼。</p></div></div>{back}')
                t.counts["password_refused"] += 1
            body = f"""{back}<h3>更改密碼</h3>{toast(text, kind)}<form class="el-form" method="post" action="/personal/password?SESSION={sid}">{self.token("password")}
{item("請輸入舊密碼：", "oldPwd", kind="password")}{item("請輸入新密碼：", "newPwd", kind="password", extra='maxlength="20"', tail='<div class="el-progress" aria-label="密碼強度檢核"></div>')}{item("請再輸入新密碼：", "checkPwd", kind="password", extra='maxlength="20"')}
<div class="el-alert el-alert--info">密碼設定條件：<br>1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字</div>{press("確定更改", icon="check")}<button type="reset" class="el-button"><span>清除</span></button></form>"""
            return shell("更改密碼", body)
        if r.path == "/personal/contact":
            text, kind = "", "error"
            if r.method == "POST":
                self.takes(r, cellphone="mobile_phone")
                if not self.fresh(r, "contact") or not all(r.has(c[0]) for c in CONTACT):
                    text = "表單已失效，請重新填寫"
                elif not re.fullmatch(r"09\d{8}", r.get("cellphone")):
                    text = "行動電話格式有誤，應為09開頭之10碼數字"
                else:
                    t.saved_contact = {key: r.get(name) for name, key, *_ in CONTACT}
                    t.counts["contact_saved"] += 1
                    text, kind = "資料已儲存", "success"
            rows = "".join(item(label + "：", name, t.saved_contact.get(key, getattr(t.person, key)), extra=f'maxlength="{size}"', tail=f'<span class="hint">{hint}</span>', need=name == "cellphone") for name, key, label, hint, size in CONTACT)
            body = f"""{back}<h3>台大醫院---維護個人連絡資料</h3>{toast(text, kind)}<form class="el-form" method="post" action="/personal/contact?SESSION={sid}">{self.token("contact")}{press("異動儲存", icon="folder-checked")}
{item("員工編號：", "empNo", t.person.employee_id, extra="disabled", need=False)}{item("姓名：", "empName", t.person.name, extra="readonly", need=False)}{rows}</form>"""
            return shell("維護個人連絡資料", body)
        return Response("Not Found", 404)

    # ---- account
    def proof(self, goal: str, step: dict[str, str], text: str = "", kind: str = "error", ask: bool = False) -> Response:
        name = "啟用網路帳號及首次雲端帳號密碼設定" if goal == "enable" else "重置雲端服務密碼"
        dialog = f"""<div class="el-dialog__wrapper{'' if ask else ' is-hidden'}"><div role="dialog" aria-modal="true" class="el-dialog"><div class="el-dialog__header"><span class="el-dialog__title">請輸入帳號登記的手機門號(10碼)</span></div>
<form method="post" action="/{goal}/sms"><div class="el-dialog__body">{self.token("sms")}<input type="hidden" name="account" value="{esc(step.get('id', ''))}"><div class="el-input"><input type="tel" name="regMobile" class="el-input__inner" maxlength="10" aria-label="請輸入帳號登記的手機門號(10碼)"></div></div>
<div class="el-dialog__footer">{press("確定發送")}<a class="el-button" href="/{goal}"><span>取消</span></a></div></form></div></div>""" if ask else "<!---->"
        body = f"""<h3>{name}</h3><ul class="notice"><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<li>請輸入帳號與簡訊動態碼後按「下一步」。</ul>{toast(text, kind)}
<form class="el-form" method="post" action="/{goal}/verify">{self.token("proof")}{item("網路帳號 / 主職員工編號", "account", step.get("id", ""), extra='maxlength="6"', tail=press("發送簡訊動態碼", "warning", f'formaction="/{goal}/ask" name="act" value="ask"'))}
{item("簡訊(或MOTP)動態碼", "otp", extra='maxlength="6" inputmode="numeric"', tail="")}{press("下一步", extra='name="act" value="next"')}</form>{dialog}<a href="/">回首頁</a>"""
        return shell(name, body)

    def account(self, r: Request) -> Response:
        t, p = self.truth, self.truth.person
        if r.path == "/":
            return shell("帳號服務", """<h2>帳號服務</h2><div class="el-card"><div class="el-card__header">《規範》</div><div class="el-card__body"><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用。</p></div></div>
<div class="el-collapse"><div class="el-collapse-item"><div class="el-collapse-item__header">《常見問題與服務》</div><div class="el-collapse-item__content">密碼修改後多久可以生效？即時生效。忘記密碼請以下方按鈕取得簡訊後進行設定。</div></div></div>
<a class="el-button el-button--primary" href="/enable"><i class="el-icon-user"></i><span>啟用網路帳號及首次雲端帳號密碼設定</span></a><p>啟用本院微軟相關服務</p><a class="el-button" href="/reset"><i class="el-icon-key"></i><span>重置雲端服務密碼</span></a><p>重設非Portal帳號的密碼</p><a class="el-button is-plain" href="/"><span>總院廠商VPN展延申請</span></a>""")
        part = r.path.strip("/").split("/")
        goal, act = part[0], part[1] if len(part) > 1 else ""
        if goal not in ("enable", "reset"):
            return Response("Not Found", 404)
        key = r.cookies.get("acc_step", "")
        step = self.states.setdefault(key, {}) if key else {}
        if not act:
            key = secrets.token_hex(12)
            self.states[key] = {}
            page = self.proof(goal, {})
            page.headers.append(("Set-Cookie", f"acc_step={key}; Path=/; HttpOnly"))
            return page
        if act in ("ask", "sms", "verify") and r.method == "POST":
            self.takes(r, account="employee_id", regMobile="registered_phone", otp="code")
            if not self.fresh(r, "sms" if act == "sms" else "proof"):
                return self.proof(goal, step, "操作逾時，請重新開始")
            if r.get("account") != p.employee_id:
                return self.proof(goal, step, "查無此帳號")
            step["id"] = r.get("account")
            if act == "ask":
                return self.proof(goal, step, ask=True)
            if act == "sms":
                if r.get("regMobile") != t.saved_contact.get("mobile_phone", p.mobile_phone):
                    return self.proof(goal, step, "手機門號與登記資料不符")
                step["code"] = t.new_message()
                self.code_at = time.time()
                return self.proof(goal, step, "動態碼簡訊發送成功。請將簡訊動態碼輸入後，按「下一步」", "success")
            if not step.get("code") or r.get("otp") != step["code"] or time.time() - self.code_at > 120:
                t.counts["code_refused"] += 1
                return self.proof(goal, step, "動態碼錯誤或已超過有效時間")
            step.pop("code")
            step["ok"] = goal
            t.sessions.add(f"account:{key}")
            t.counts["code_accepted"] += 1
            return redirect(f"/{goal}/setup")
        if f"account:{key}" not in t.sessions or step.get("ok") != goal:
            return self.proof(goal, {}, "請先完成身分驗證")
        leave = f'<form method="post" action="/{goal}/leave">{press("登出", "text")}</form>'
        if act == "leave" and r.method == "POST":
            self.takes(r)
            t.sessions.discard(f"account:{key}")
            t.counts["sign_out_account"] += 1
            return redirect("/")
        text = ""
        if r.method == "POST":
            self.takes(r, mailAlias="alias", cloudPwd="cloud_password", cloudPwd2="cloud_password_again")
            alias, pwd = r.get("mailAlias"), r.get("cloudPwd")
            if not self.fresh(r, goal):
                text = "表單已失效，請重新填寫"
            elif goal == "enable" and t.alias:
                text = "雲端服務帳號先前已啟用，不可重複設定"
            elif goal == "reset" and not t.alias:
                text = "尚未啟用雲端服務帳號"
            elif goal == "enable" and not re.fullmatch(r"[a-z][a-z0-9._-]{2,63}", alias):
                text = "名稱格式不符（小寫英文開頭，可用數字 . _ -）"
            elif goal == "enable" and alias == "taken.name":
                text = "此名稱已有人使用，請更換"
            elif pwd != r.get("cloudPwd2") or len(pwd) < 8 or not re.search("[A-Za-z]", pwd) or not re.search("[0-9]", pwd):
                text = "密碼不一致或未符合規則"
            else:
                t.cloud_password = pwd
                if goal == "enable":
                    t.alias = alias
                    t.counts["activated"] += 1
                said = "雲端服務已為您開通" if goal == "enable" else "雲端服務密碼已重設"
                return shell("完成", f'<div class="el-result"><i class="el-icon-success"></i><p>{said}：{esc(t.alias)}@ntuh.gov.tw</p><p>服務於設定完成隔日生效</p></div>{leave}')
        pair = item("雲端服務密碼", "cloudPwd", kind="password", tail='<span class="hint">至少8碼，含英文及數字</span>') + item("確認雲端服務密碼", "cloudPwd2", kind="password")
        if goal == "reset":
            return shell("重置", f'<h3>重置雲端服務密碼</h3>{toast(text)}<form method="post" action="/reset/setup">{self.token(goal)}{pair}{press("確定重置")}</form>{leave}')
        facts = "".join(f'<tr><th class="el-descriptions-item__label">{n}</th><td class="el-descriptions-item__content">{esc(v)}</td></tr>' for n, v in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        if t.alias:
            form = f'{toast(text)}<p class="el-tag el-tag--success">您的雲端服務帳號已啟用</p><p>雲端服務帳號 (電子郵件名稱)：{esc(t.alias)}@ntuh.gov.tw</p>'
        else:
            tail = '<div class="el-input-group__append">@ntuh.gov.tw</div><span class="hint">名稱長度限64字元內</span>'
            form = f'{toast(text)}<form class="el-form" method="post" action="/enable/setup">{self.token(goal)}{item("雲端服務帳號 (電子郵件名稱)", "mailAlias", r.get("mailAlias"), extra="maxlength=64", tail=tail)}{pair}<a class="el-button" href="/"><span>取消啟用</span></a>{press("啟用雲端服務")}</form>'
        return shell("設定", f'<h3>設定密碼與郵件別名</h3><table class="el-descriptions">{facts}</table>{form}{leave}')

    # ---- webmail
    def mail(self, r: Request) -> Response:
        t = self.truth
        sid = r.cookies.get("wm", "")
        text = ""
        if r.path == "/captcha.png":
            return self.image()
        if r.path == "/logout" and r.method == "POST":
            self.takes(r)
            if f"mail:{sid}" in t.sessions:
                t.sessions.discard(f"mail:{sid}")
                t.counts["sign_out_mail"] += 1
            return redirect("/")
        if r.path == "/login" and r.method == "POST":
            self.takes(r, mailUser="mail_account", mailPwd="mail_password", mailVerify="captcha")
            right, t.captcha = t.captcha, ""
            if not self.fresh(r, "mail"):
                text = "頁面已失效"
            elif not right or r.get("mailVerify") != right:
                text = "驗證碼有誤"
            elif not t.alias or r.get("mailUser") != t.alias or r.get("mailPwd") != t.cloud_password:
                text = "帳號或密碼有誤"
            else:
                sid = secrets.token_hex(12)
                t.sessions.add(f"mail:{sid}")
                t.counts["mail_sign_in"] += 1
                return redirect("/inbox", ("Set-Cookie", f"wm={sid}; Path=/; HttpOnly"))
        if r.path == "/inbox" and f"mail:{sid}" in t.sessions:
            return shell("收件匣", f'<h3>收件匣</h3><table class="el-table"><tr><td>資訊室<td>歡迎使用本院電子信箱</table><form method="post" action="/logout">{press("登出", icon="switch-button")}</form>')
        t.new_captcha("abcdefhkmnprstwxyz2345678", 5)
        return shell("電子信", f"""<h2>電子郵件系統</h2>{toast(text)}<form class="el-form" method="post" action="/login">{self.token("mail")}{item("帳號:", "mailUser")}{item("密碼:", "mailPwd", kind="password")}
{item("驗證碼(小寫字母或數字):", "mailVerify", extra='maxlength="5"', tail=f'<img src="/captcha.png?{secrets.token_hex(3)}" alt="">')}<label class="el-checkbox"><input type="checkbox" name="remember" value="1"><span class="el-checkbox__label">記住登入資訊 (公用電腦請勿勾選)</span></label>{press("登入")}</form>
<div class="el-card">公佈欄<br>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</div>""")

"""Quasar 2 rendered on the server (2022); plain forms stay below the components so that it works before hydration."""

from __future__ import annotations

import base64
import html
import json
import re
import secrets
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402

CSS = """body{margin:0;font-family:Roboto,"Noto Sans TC",sans-serif;background:#fafafa}.q-header{background:#1976d2;color:#fff}.q-toolbar{display:flex;align-items:center;padding:0 12px;min-height:50px}.q-space{flex-grow:1}
.q-page{padding:16px;max-width:880px;margin:auto}.q-card{background:#fff;box-shadow:0 1px 5px #0003;border-radius:4px;margin:12px 0;padding:16px}.q-field{display:block;margin:12px 0 20px}
.q-field--outlined .q-field__control{border:1px solid #0000003d;border-radius:4px;padding:4px 12px;display:flex;align-items:center}.q-field__control-container{display:flex;flex-direction:column-reverse;flex:1}.q-field__label{font-size:12px;color:#0009}
.q-field__native{border:0;outline:0;font-size:16px;padding:6px 0}.q-field__bottom{font-size:12px;color:#0008;padding:4px 12px}.q-field--error .q-field__bottom{color:#c10015}.q-btn{border:0;border-radius:3px;padding:8px 16px;background:#1976d2;color:#fff;text-decoration:none;display:inline-block;font-size:14px;cursor:pointer}
.q-btn--flat{background:none;color:#1976d2}.q-header .q-btn--flat{color:#fff}.q-item{display:flex;padding:8px 16px;color:inherit;text-decoration:none}.q-item__section--avatar{min-width:56px}.hidden{display:none}.material-icons{font-style:normal;font-size:0}.q-icon:before{font-size:14px;content:"\\25C6"}
.q-notification{position:fixed;bottom:12px;left:40%;background:#323232;color:#fff;padding:12px 16px;border-radius:4px}.bg-negative{background:#c10015}.bg-positive{background:#21ba45}.q-dialog__inner{position:fixed;inset:0;display:flex;align-items:center;justify-content:center;background:#0006}"""
JS = """document.addEventListener('click', function (e) {
  var t = e.target.closest ? e.target.closest('[data-toggle-pwd]') : null;
  if (t) { var i = document.getElementById(t.getAttribute('data-toggle-pwd')); i.type = i.type === 'password' ? 'text' : 'password'; e.preventDefault(); }
  var c = e.target.closest ? e.target.closest('[data-close]') : null;
  if (c) { document.getElementById(c.getAttribute('data-close')).remove(); e.preventDefault(); }
});
"""


def uid() -> str:
    return "f_" + "-".join(secrets.token_hex(n) for n in (4, 2, 2, 6))


def icon(name: str) -> str:
    return f'<i class="q-icon notranslate material-icons" aria-hidden="true" role="presentation">{name}</i>'


def q_btn(label: str, glyph: str = "", to: str = "", flat: bool = False, **attrs: str) -> str:
    kind = "q-btn--flat" if flat else "q-btn--unelevated bg-primary text-white"
    extra = "".join(f' {k.replace("_", "-")}="{html.escape(v)}"' for k, v in attrs.items())
    inner = f'<span class="q-focus-helper"></span><span class="q-btn__content text-center col items-center q-anchor--skip justify-center row">{icon(glyph) if glyph else ""}<span class="block">{label}</span></span>'
    if to:
        return f'<a class="q-btn q-btn-item non-selectable no-outline {kind} q-btn--rectangle" tabindex="0" role="button" href="{html.escape(to)}"{extra}>{inner}</a>'
    if "type" not in attrs:
        extra += ' type="submit"'
    return f'<button class="q-btn q-btn-item non-selectable no-outline {kind} q-btn--rectangle q-btn--actionable" tabindex="0"{extra}>{inner}</button>'


def q_input(label: str, name: str, value: str = "", kind: str = "text", hint: str = "", error: str = "", front: str = "", tail: str = "", more: str = "") -> str:
    ident = uid()
    if kind == "password":
        tail += f'<i class="q-icon notranslate material-icons cursor-pointer" role="button" tabindex="0" data-toggle-pwd="{ident}">visibility_off</i>'
    before = f'<div class="q-field__prepend q-field__marginal row no-wrap items-center">{icon(front)}</div>' if front else ""
    after = f'<div class="q-field__append q-field__marginal row no-wrap items-center">{tail}</div>' if tail else ""
    text = error or hint
    below = f'<div class="q-field__bottom row items-start q-field__bottom--animated"><div class="q-field__messages col"><div{" role=alert" if error else ""}>{html.escape(text)}</div></div></div>' if text else "<!---->"
    return (f'<label class="q-field row no-wrap items-start q-field--outlined q-input q-field--float{" q-field--error" if error else ""}" for="{ident}"><div class="q-field__inner relative-position col self-stretch">'
            f'<div class="q-field__control relative-position row no-wrap" tabindex="-1">{before}<div class="q-field__control-container col relative-position row no-wrap q-anchor--skip"><!--[-->'
            f'<input class="q-field__native q-placeholder" tabindex="0" aria-label="{label}" name="{name}" type="{kind}" id="{ident}" value="{html.escape(value)}"{more}>'
            f'<div class="q-field__label no-pointer-events absolute ellipsis">{label}</div><!--]--></div>{after}</div>{below}</div></label>')


class TheSite(Site):
    title = "quasar_ssr_2022"

    def __init__(self) -> None:
        super().__init__()
        self.xsrf: set[str] = set()
        self.jwt: dict[str, str] = {}
        self.pictures: dict[str, str] = {}
        self.flash: dict[str, tuple[str, str]] = {}
        self.flows: dict[str, dict] = {}
        self.proofs: dict[str, dict] = {}
        self.mailers: set[str] = set()

    # ------------------------------------------------ ssr
    def guard(self, req: Request) -> tuple[str, list]:
        name = f"XSRF-{req.host.upper()}"
        value = req.cookies.get(name, "")
        if value in self.xsrf:
            return value, []
        value = secrets.token_urlsafe(16)
        self.xsrf.add(value)
        return value, [("Set-Cookie", f"{name}={value}; Path=/; SameSite=Lax")]

    def refused(self, req: Request) -> Response | None:
        value = req.cookies.get(f"XSRF-{req.host.upper()}", "")
        if value in self.xsrf and req.get("_csrf") == value:
            return None
        return self.ssr(req, "403", '<div class="q-card"><div class="text-h6">403</div><p>連線逾時，請回上一頁重新整理後再試。</p></div>', status=403)

    def ssr(self, req: Request, title: str, body: str, bar: str = "", portal: str = "", note: tuple[str, str] | None = None, status: int = 200) -> Response:
        csrf, extra = self.guard(req)
        body, portal, bar = (part.replace("@csrf", f'<input type="hidden" name="_csrf" value="{csrf}">') for part in (body, portal, bar))
        toast = ""
        if note:
            toast = (f'<div class="q-notifications"><div class="q-notification row items-stretch q-notification--standard bg-{note[0]} text-white" role="alert" id="n1"><div class="q-notification__wrapper col relative-position">'
                     f'<div class="q-notification__content row items-center col">{icon("check_circle" if note[0] == "positive" else "warning")}<div class="q-notification__message col"><div>{html.escape(note[1])}</div></div></div></div></div></div>')
        state = json.dumps({"app": {"locale": "zh-TW", "title": title, "dark": False}, "route": {"path": req.path}}, ensure_ascii=True)
        return Response(f"""<!DOCTYPE html><html lang="zh-TW" dir="ltr"><head><title>{title}</title><meta charset="utf-8"><meta name="description" content="NTUH"><meta name="format-detection" content="telephone=no"><meta name="viewport" content="user-scalable=no,initial-scale=1,maximum-scale=1,minimum-scale=1,width=device-width"><link rel="stylesheet" href="/css/app.4f1c2a9b.css"><script defer="defer" src="/js/app.81d0f3c2.js"></script></head><body class="desktop no-touch body--light"><div id="q-app"><div class="q-layout q-layout--standard" tabindex="-1"><header class="q-header q-layout__section--marginal fixed-top"><div class="q-toolbar row no-wrap items-center" role="toolbar"><div class="q-toolbar__title ellipsis">{title}</div><div class="q-space"></div>{bar}</div></header><div class="q-page-container"><main class="q-page q-pa-md" data-v-7ba5bd90>{body}</main></div></div></div>{portal}{toast}<script>window.__INITIAL_STATE__={state};document.currentScript.remove()</script></body></html>""",
                        status, headers=[("X-Powered-By", "Express"), *extra])

    def asset(self, req: Request) -> Response | None:
        if req.path.startswith("/js/"):
            return Response(JS, kind="application/javascript; charset=UTF-8")
        if req.path.startswith("/css/"):
            return Response(CSS, kind="text/css; charset=UTF-8")
        return None

    def captcha_field(self, label: str, where: str, again: str, error: str = "") -> str:
        number = secrets.token_hex(6)
        low = where == "mail"
        text = self.truth.new_captcha("abcdefghkmnpqrstuvwxyz23456789", 5) if low else self.truth.new_captcha()
        self.pictures = {number: text}
        data = base64.b64encode(picture(text, "PNG", (130, 40))).decode()
        tail = f'<img class="q-img__image" src="data:image/png;base64,{data}" alt="captcha" width="130" height="40"><a href="{again}" title="換一張">{icon("refresh")}</a>'
        return f'<input type="hidden" name="captchaId" value="{number}">' + q_input(label, "captcha", more=' autocomplete="off" maxlength="6"', front="verified_user", tail=tail, error=error)

    def looked(self, req: Request, low: bool) -> bool:
        wanted = self.pictures.pop(req.get("captchaId"), "")
        current = bool(wanted) and wanted == self.truth.captcha
        self.truth.captcha = ""
        said = req.get("captcha").strip()
        return current and (said if low else said.upper()) == wanted

    @staticmethod
    def rule(word: str) -> bool:
        return len(word) > 7 and any(x.isdigit() for x in word) and any(x.isascii() and x.isalpha() for x in word)

    # ------------------------------------------------ portal
    def portal(self, request: Request) -> Response:
        found = self.asset(request)
        if found:
            return found
        me = self.jwt.get(request.cookies.get("ntuh_token", ""), "")
        path = request.path.rstrip("/")
        if path == "/auth/login":
            return self.sign_in(request)
        if not me:
            return redirect("/auth/login")
        if path == "/auth/logout" and request.method == "POST":
            self.takes(request)
            bad = self.refused(request)
            if bad:
                return bad
            self.jwt.pop(request.cookies["ntuh_token"])
            self.truth.sessions.discard(f"portal:{me}")
            self.truth.counts["sign_out_portal"] += 1
            return redirect("/auth/login", ("Set-Cookie", "ntuh_token=; Path=/; Max-Age=0"), status=303)
        bar = f'<span>您好! {self.truth.person.name}</span><form action="/auth/logout" method="post">@csrf{q_btn("登出", "logout", flat=True)}</form>'
        if path == "/me/password":
            return self.secret(request, bar)
        entries = [("lock", "更改密碼", "/me/password", "變更 PORTAL 登入密碼"), ("draw", "個人簽章提醒設定", "#", ""), ("contact_phone", "維護個人連絡資料", f"{self.urls['inner']}/profile/contact?SESSION={me}", "英文姓名、電話"),
                   ("search", "查詢員工連絡資料", "#", ""), ("medical_information", "個人就醫紀錄查詢", "#", ""), ("badge", "行動憑證申請", "#", "")]
        items = "".join(f'<a class="q-item q-item-type row no-wrap q-item--clickable q-link cursor-pointer" role="listitem" tabindex="0" href="{u}"><div class="q-focus-helper" tabindex="-1"></div><div class="q-item__section column q-item__section--avatar q-item__section--side justify-center">{icon(g)}</div>'
                        f'<div class="q-item__section column q-item__section--main justify-center"><div class="q-item__label">{n}</div>' + (f'<div class="q-item__label q-item__label--caption text-caption">{d}</div>' if d else "<!---->") + "</div></a>" for g, n, u, d in entries)
        return self.ssr(request, "醫療資訊系統", f"""<div class="q-tabs row no-wrap items-center" role="tablist"><div class="q-tab" role="tab" aria-selected="false">醫療系統</div><div class="q-tab" role="tab" aria-selected="false">數位學習</div><div class="q-tab q-tab--active" role="tab" aria-selected="true">個人管理</div></div>
<div class="q-card"><div class="q-list" role="list">{items}</div></div><div class="q-card"><div class="text-subtitle1">全院公告 <span class="q-badge">1</span></div><div>2022/10/21 薪資所得免稅額申報表</div></div>""", bar, note=self.flash.pop(me, None))

    def sign_in(self, req: Request) -> Response:
        t, note = self.truth, None
        picture_error = ""
        if req.method == "POST":
            self.takes(req, site="campus", account="employee_id", passwd="portal_password", captcha="captcha")
            bad = self.refused(req)
            if bad:
                return bad
            if not self.looked(req, False):
                picture_error = "圖形驗證碼有誤"
            elif req.get("site") != "T0" or req.get("account").strip() != t.person.employee_id or req.get("passwd") != t.portal_password:
                note = ("negative", "登入未成功，請檢查帳號密碼")
            else:
                me = secrets.token_hex(16)
                token = ".".join(base64.urlsafe_b64encode(x).decode().rstrip("=") for x in (b'{"alg":"HS256"}', b'{"sub":"' + me.encode() + b'"}', secrets.token_bytes(24)))
                self.jwt[token] = me
                t.sessions.add(f"portal:{me}")
                t.counts["sign_in"] += 1
                return redirect("/home", ("Set-Cookie", f"ntuh_token={token}; Path=/; HttpOnly; SameSite=Lax"), status=303)
            t.counts["sign_in_refused"] += 1
        campus = ('<div class="q-field row no-wrap items-start q-field--outlined q-select q-field--float"><div class="q-field__control relative-position row no-wrap"><div class="q-field__control-container col"><div class="q-field__native row items-center"><span>總院區</span>'
                  '<input class="q-select__focus-target" readonly role="combobox" aria-label="院區" aria-expanded="false" value="總院區" style="width:1px;border:0;padding:0" tabindex="0"></div><div class="q-field__label no-pointer-events absolute ellipsis">院區</div></div>'
                  f'<div class="q-field__append">{icon("arrow_drop_down")}</div></div></div><select class="hidden" name="site"><option value="T0" selected="selected">總院區</option></select>')
        return self.ssr(req, "登入本院PORTAL系統", f"""<div class="q-card"><form class="q-form" action="/auth/login" method="post" novalidate>@csrf{campus}
{q_input("帳號", "account", req.get("account"), front="person", hint="6位數數字")}{q_input("密碼", "passwd", kind="password", front="lock")}{self.captcha_field("驗證碼 (不用區分大小寫)", "portal", "/auth/login", picture_error)}
<div class="q-card__actions">{q_btn("登入", "login")}</div></form></div>""", note=note)

    def secret(self, req: Request, bar: str) -> Response:
        t = self.truth
        e: dict[str, str] = {}
        if req.method == "POST":
            self.takes(req, current="old_password", next="new_password", repeat="new_password_again")
            bad = self.refused(req)
            if bad:
                return bad
            word = req.get("next")
            if req.get("current") != t.portal_password:
                e["current"] = "與目前的密碼不符"
            elif not self.rule(word):
                e["next"] = "需 8 個字元以上並包含英文及數字"
            elif word == t.portal_password:
                e["next"] = "請使用與舊密碼不同的密碼"
            elif word != req.get("repeat"):
                e["repeat"] = "兩次輸入不同"
            else:
                t.portal_password = word
                t.counts["password_changed"] += 1
                return self.ssr(req, "更改密碼", f'<div class="q-card text-center">{icon("task_alt")}<div class="text-h6">密碼變更成功</div><p>新密碼立即生效，本次登入不受影響。</p>{q_btn("回功能選單", "home", to="/home")}</div>', bar)
            t.counts["password_refused"] += 1
        return self.ssr(req, "更改密碼", f"""<div class="q-card"><form class="q-form" action="/me/password" method="post" novalidate>@csrf
{q_input("請輸入舊密碼", "current", kind="password", error=e.get("current", ""))}{q_input("請輸入新密碼", "next", kind="password", error=e.get("next", ""))}{q_input("請再輸入新密碼", "repeat", kind="password", error=e.get("repeat", ""))}
<div class="text-caption">密碼設定條件：1.密碼長度不可少於8個字元 2.密碼內容需包含英文及數字</div><div class="q-card__actions">{q_btn("回功能選單", "arrow_back", to="/home", flat=True)} {q_btn("確認變更", "save")}</div></form></div>""", bar)

    # ------------------------------------------------ inner
    def inner(self, request: Request) -> Response:
        found = self.asset(request)
        if found:
            return found
        me = request.query.get("SESSION", "")
        if me not in self.jwt.values() or request.path != "/profile/contact":
            return self.ssr(request, "401", f'<div class="q-card">請重新登入{q_btn("登入", to=self.urls["portal"] + "/auth/login")}</div>', status=401)
        t, p = self.truth, self.truth.person
        cells = {"english_surname": ("surnameEn", "英文姓", "ex:Chen(陳)"), "english_given": ("givenEn", "英文首名", "ex: Yi-Fen(怡芬)"), "english_middle": ("middleEn", "英文中名", "ex:Mary 為英文別名，如無，可不填"),
                 "office_phone": ("extTel", "辦公室電話", "ex:61234或23123456"), "home_phone": ("homeTel", "住宅電話", "ex:0223123456"), "mobile_phone": ("cellTel", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")}
        now = {k: t.saved_contact.get(k, getattr(p, k)) for k in cells}
        e: dict[str, str] = {}
        if request.method == "POST":
            self.takes(request, cellTel="mobile_phone")
            bad = self.refused(request)
            if bad:
                return bad
            now = {k: request.get(n).strip() for k, (n, *_) in cells.items()}
            if request.get("version") != str(t.counts["contact_saved"]) or not all(request.has(n) for n, *_ in cells.values()):
                e["english_surname"] = "資料版本已過期，請重新整理頁面"
            for k, v in now.items():
                if len(v) > 40:
                    e[k] = "最多 40 字"
            if not now["english_surname"]:
                e["english_surname"] = "不可空白"
            if not now["english_given"]:
                e["english_given"] = "不可空白"
            if not re.fullmatch(r"09\d{8}", now["mobile_phone"]):
                e["mobile_phone"] = "手機號碼須為 09 開頭的 10 位數字"
            if not e:
                t.saved_contact.update(now)
                t.counts["contact_saved"] += 1
                self.flash["c" + me] = ("positive", "異動成功，資料已存檔")
                return redirect(f"/profile/contact?SESSION={me}", status=303)
        fields = "".join(q_input(label, n, now[k], "tel" if n.endswith("Tel") else "text", hint, e.get(k, "")) for k, (n, label, hint) in cells.items())
        note = ("negative", "資料有誤，尚未儲存") if e else self.flash.pop("c" + me, None)
        return self.ssr(request, "台大醫院---維護個人連絡資料", f"""<form class="q-form" action="/profile/contact?SESSION={me}" method="post" novalidate>@csrf<input type="hidden" name="version" value="{t.counts["contact_saved"]}">
<div class="q-toolbar row">{q_btn("異動儲存", "save")}<div class="q-space"></div>{q_btn("回功能選單", "home", to=self.urls["portal"] + "/home", flat=True)}</div>
<div class="q-card q-gutter-md">{q_input("員工編號", "", p.employee_id, more=" readonly disabled")}{q_input("姓名", "", p.name, more=" readonly disabled")}{fields}</div></form>""", note=note)

    # ------------------------------------------------ account
    TITLES = {"activate": "啟用網路帳號及首次雲端帳號密碼設定", "reset": "重置雲端服務密碼"}

    def account(self, request: Request) -> Response:
        found = self.asset(request)
        if found:
            return found
        match = re.fullmatch(r"/(activate|reset)(?:/(phone|sms|verify|form|result))?", request.path)
        key = request.cookies.get("help_token", "")
        if request.path == "/leave":
            if self.proofs.pop(key, None):
                self.truth.sessions.discard(f"account:{key}")
                self.truth.counts["sign_out_account"] += 1
            return redirect("/", ("Set-Cookie", "help_token=; Path=/; Max-Age=0"))
        if not match:
            return self.rules(request)
        kind, step = match.groups()
        if step in ("form", "result"):
            proof = self.proofs.get(key)
            if not proof or proof["kind"] != kind:
                return redirect(f"/{kind}")
            return self.fill(request, proof) if kind == "activate" else self.renew(request)
        if step and request.method == "POST":
            return self.step(request, kind, step)
        return redirect(f"/{kind}") if step else self.identity(request, kind, self.flow(kind))

    def flow(self, kind: str) -> str:
        number = secrets.token_urlsafe(12)
        self.flows[number] = {"kind": kind, "emp": "", "code": "", "at": 0.0}
        return number

    def rules(self, req: Request) -> Response:
        def fold(title: str, text: str) -> str:
            return f'<div class="q-expansion-item q-item-type q-expansion-item--expanded"><div class="q-item__label text-h6">{title}</div><div class="q-expansion-item__content relative-position"><div class="q-card">{text}</div></div></div>'
        cards = "".join(f'<div class="q-card"><div class="text-subtitle1">{d}</div><div class="q-card__actions">{q_btn(n, g, to=u)}</div></div>' for g, n, u, d in (
            ("cloud_done", self.TITLES["activate"], "/activate", "啟用本院微軟相關服務，如：Office365, Outlook..."), ("lock_reset", self.TITLES["reset"], "/reset", "重設非Portal帳號的密碼，從未使用請先【啟用網路帳號】"), ("vpn_key", "總院廠商VPN展延申請", "#", "總院廠商VPN到期，重新啟用申請。")))
        return self.ssr(req, "帳號服務", "<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>"
                        + fold("《規範》", "網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul>")
                        + fold("《常見問題與服務》", "<b>密碼修改後多久可以生效</b><p>即時生效。</p><b>忘記密碼</b><p>請以下方按鈕取得簡訊後進行密碼設定。</p>") + cards)

    def identity(self, req: Request, kind: str, number: str, errors: dict | None = None, note: tuple[str, str] | None = None, popup: str = "") -> Response:
        e = errors or {}
        emp = self.flows[number]["emp"] or req.get("employeeNo")
        dialog = ""
        if popup == "phone":
            dialog = f"""<div id="q-portal--dialog--1"><div class="q-dialog fullscreen no-pointer-events q-dialog--modal" role="dialog" aria-modal="true"><div class="q-dialog__inner flex no-pointer-events" tabindex="-1"><div class="q-card"><form action="/{kind}/sms" method="post" novalidate>@csrf<input type="hidden" name="flow" value="{number}">
<div class="text-h6">發送簡訊動態碼</div>{q_input("請輸入帳號登記的手機門號(10碼)", "phone", "", "tel", more=' maxlength="10" autofocus', error=e.get("phone", ""))}<div class="q-card__actions row justify-end">{q_btn("確定發送", "send")} {q_btn("取消", to=f"/{kind}", flat=True)}</div></form></div></div></div></div>"""
        if popup == "sent":
            dialog = f"""<div id="q-portal--dialog--2"><div class="q-dialog fullscreen" role="dialog"><div class="q-dialog__inner flex"><div class="q-card"><div class="q-dialog__title">動態碼簡訊發送成功</div><div class="q-dialog__message">成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</div><div class="q-card__actions">{q_btn("確定", flat=True, type="button", data_close="q-portal--dialog--2")}</div></div></div></div></div>"""
        tips = "".join(f"<li>{x}</li>" for x in ("電子郵件別名第一次設定之後則不能修改，請慎重選擇。", "按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。", "請輸入帳號與簡訊動態碼後按「下一步」。"))
        return self.ssr(req, self.TITLES[kind], f"""<div class="q-stepper q-stepper--horizontal"><div class="q-stepper__header row"><div class="q-stepper__tab q-stepper__tab--active"><div class="q-stepper__title">身分驗證</div></div><div class="q-stepper__tab"><div class="q-stepper__title">帳號設定</div></div></div></div>
<div class="q-banner" role="alert"><div class="q-banner__content">注意事項<ul>{tips}</ul></div></div>
<div class="q-card"><form class="q-form" action="/{kind}/verify" method="post" novalidate autocomplete="off">@csrf<input type="hidden" name="flow" value="{number}">
{q_input("網路帳號 / 主職員工編號", "employeeNo", emp, error=e.get("employeeNo", ""), front="badge")}
{q_input("簡訊(或MOTP)動態碼", "smsCode", error=e.get("smsCode", ""), front="sms")}
<div class="q-card__actions">{q_btn("下一步", "navigate_next")} {q_btn("發送簡訊動態碼", "sms", formaction=f"/{kind}/phone")} {q_btn("回首頁", to="/", flat=True)}</div></form></div>""", portal=dialog, note=note)

    def step(self, req: Request, kind: str, step: str) -> Response:
        self.takes(req, employeeNo="employee_id", smsCode="code", phone="registered_phone")
        bad = self.refused(req)
        if bad:
            return bad
        t, number = self.truth, req.get("flow")
        flow = self.flows.get(number)
        if not flow or flow["kind"] != kind:
            return self.identity(req, kind, self.flow(kind), note=("negative", "此頁面已失效，請重新開始"))
        if step == "phone":
            emp = req.get("employeeNo").strip()
            if not re.fullmatch(r"\d{6}", emp):
                return self.identity(req, kind, number, {"employeeNo": "請輸入 6 位數字"})
            flow["emp"] = emp
            return self.identity(req, kind, number, popup="phone")
        if step == "sms":
            registered = t.saved_contact.get("mobile_phone") or t.person.mobile_phone
            if flow["emp"] != t.person.employee_id or req.get("phone").strip() != registered:
                return self.identity(req, kind, number, {"phone": "此門號與登記的手機門號不同"}, popup="phone")
            flow.update(code=t.new_message(), at=time.time())
            return self.identity(req, kind, number, popup="sent")
        reason = ""
        if not flow["code"]:
            reason = "請先發送簡訊動態碼"
        elif time.time() - flow["at"] > 120:
            reason = "動態碼已失效，請重新發送"
        elif req.get("employeeNo").strip() != flow["emp"] or req.get("smsCode").strip() != flow["code"]:
            reason = "動態碼錯誤"
        if reason:
            t.counts["code_refused"] += 1
            return self.identity(req, kind, number, {"smsCode": reason})
        del self.flows[number]
        key = secrets.token_hex(12)
        self.proofs[key] = {"kind": kind, "new": False}
        t.sessions.add(f"account:{key}")
        t.counts["code_accepted"] += 1
        return redirect(f"/{kind}/form", ("Set-Cookie", f"help_token={key}; Path=/; HttpOnly; SameSite=Lax"), status=303)

    def fill(self, req: Request, proof: dict) -> Response:
        t, p = self.truth, self.truth.person
        leave = q_btn("離開", "logout", to="/leave", flat=True)
        e: dict[str, str] = {}
        note = None
        if req.method == "POST":
            self.takes(req, mailAlias="alias", cloudPass="cloud_password", cloudPassAgain="cloud_password_again")
            bad = self.refused(req)
            if bad:
                return bad
            alias, word = req.get("mailAlias").strip(), req.get("cloudPass")
            if t.alias:
                note = ("negative", "無法重複啟用")
            elif not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{1,63}", alias):
                e["mailAlias"] = "僅限英文字母、數字與 . _ -，至多 64 字元"
            elif alias.lower() == "taken.name":
                e["mailAlias"] = "名稱已被占用"
            elif not self.rule(word):
                e["cloudPass"] = "需 8 個字元以上並包含英文及數字"
            elif word != req.get("cloudPassAgain"):
                e["cloudPassAgain"] = "兩次輸入不同"
            else:
                t.alias, t.cloud_password = alias, word
                t.counts["activated"] += 1
                proof["new"] = True
                return redirect("/activate/result", status=303)
        if t.alias and proof["new"] and not note:
            return self.ssr(req, "啟用結果", f'<div class="q-card text-center">{icon("celebration")}<div class="text-h5">啟用成功</div><p>電子郵件：{html.escape(t.alias)}@ntuh.gov.tw（隔日生效）</p>{leave}</div>')
        if t.alias:
            return self.ssr(req, "設定密碼與郵件別名", f'<div class="q-banner bg-info"><div class="q-banner__content">本帳號的雲端服務目前為啟用狀態，郵件別名 {html.escape(t.alias)}@ntuh.gov.tw</div></div>{leave}', note=note)
        facts = "".join(f'<div class="q-item"><div class="q-item__section column"><div class="q-item__label q-item__label--overline">{a}</div><div class="q-item__label">{b}</div></div></div>'
                        for a, b in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        return self.ssr(req, "設定密碼與郵件別名", f"""<div class="q-card"><div class="text-subtitle2">雲端服務帳號說明：</div><ol><li>雲端服務帳號為跨體系使用。</li><li>服務於設定完成隔日生效。</li></ol><div class="q-list q-list--bordered">{facts}</div></div>
<div class="q-card"><form class="q-form" action="/activate/form" method="post" novalidate autocomplete="off">@csrf
{q_input("雲端服務帳號 (電子郵件名稱)", "mailAlias", req.get("mailAlias"), hint="名稱長度限64字元內", error=e.get("mailAlias", ""), tail='<span class="text-caption">@ntuh.gov.tw</span>', more=' maxlength="64"')}
{q_input("雲端服務密碼", "cloudPass", kind="password", hint="8 個字元以上並包含英文及數字", error=e.get("cloudPass", ""))}{q_input("再次輸入雲端服務密碼", "cloudPassAgain", kind="password", error=e.get("cloudPassAgain", ""))}
<div class="q-card__actions row">{q_btn("取消啟用", "close", to="/leave", flat=True)} {q_btn("啟用雲端服務", "cloud_done")}</div></form></div>""")

    def renew(self, req: Request) -> Response:
        t = self.truth
        leave = q_btn("離開", "logout", to="/leave", flat=True)
        e: dict[str, str] = {}
        if not t.alias:
            return self.ssr(req, self.TITLES["reset"], f'<div class="q-banner">尚未啟用雲端服務，請先啟用</div>{leave}')
        if req.method == "POST":
            self.takes(req, cloudPass="cloud_password", cloudPassAgain="cloud_password_again")
            bad = self.refused(req)
            if bad:
                return bad
            if not self.rule(req.get("cloudPass")):
                e["cloudPass"] = "需 8 個字元以上並包含英文及數字"
            elif req.get("cloudPass") != req.get("cloudPassAgain"):
                e["cloudPassAgain"] = "兩次輸入不同"
            else:
                t.cloud_password = req.get("cloudPass")
                t.counts["cloud_password_reset"] += 1
                return self.ssr(req, self.TITLES["reset"], f'<div class="q-card">雲端服務密碼重置成功，即時生效</div>{leave}')
        return self.ssr(req, self.TITLES["reset"], f"""<div class="q-card"><form class="q-form" action="/reset/form" method="post" novalidate>@csrf{q_input("新的雲端服務密碼", "cloudPass", kind="password", error=e.get("cloudPass", ""))}{q_input("再次輸入新的雲端服務密碼", "cloudPassAgain", kind="password", error=e.get("cloudPassAgain", ""))}
<div class="q-card__actions">{q_btn("確認重置", "lock_reset")} {leave}</div></form></div>""")

    # ------------------------------------------------ mail
    def mail(self, request: Request) -> Response:
        found = self.asset(request)
        if found:
            return found
        t, key = self.truth, request.cookies.get("mail_token", "")
        if key in self.mailers:
            if request.path == "/logout" and request.method == "POST":
                self.takes(request)
                bad = self.refused(request)
                if bad:
                    return bad
                self.mailers.discard(key)
                t.sessions.discard(f"mail:{key}")
                t.counts["sign_out_mail"] += 1
                return redirect("/login", ("Set-Cookie", "mail_token=; Path=/; Max-Age=0"), status=303)
            return self.ssr(request, "收件匣", f'<div class="q-card">{q_input("搜尋郵件", "keyword", front="search")}<div class="q-list" role="list"><div class="q-item" role="listitem">資訊室 — 歡迎使用電子郵件</div></div></div>',
                            f'<span>{html.escape(t.alias)}@ntuh.gov.tw</span><form action="/logout" method="post">@csrf{q_btn("登出", "logout", flat=True)}</form>')
        note, wrong = None, ""
        if request.path == "/login" and request.method == "POST":
            self.takes(request, mailAccount="mail_account", mailPass="mail_password", captcha="captcha")
            bad = self.refused(request)
            if bad:
                return bad
            if not self.looked(request, True):
                wrong = "驗證碼有誤"
            elif not t.alias or request.get("mailAccount").strip().lower() != t.alias.lower() or request.get("mailPass") != t.cloud_password:
                note = ("negative", "帳號或密碼有誤，請再試一次")
            else:
                key = secrets.token_hex(12)
                self.mailers.add(key)
                t.sessions.add(f"mail:{key}")
                t.counts["mail_sign_in"] += 1
                return redirect("/inbox", ("Set-Cookie", f"mail_token={key}; Path=/; HttpOnly; SameSite=Lax"), status=303)
        elif request.path != "/login":
            return redirect("/login")
        return self.ssr(request, "電子郵件", f"""<div class="q-card"><form class="q-form" action="/login" method="post" novalidate>@csrf{q_input("帳號", "mailAccount", request.get("mailAccount"), front="mail")}{q_input("密碼", "mailPass", kind="password", front="lock")}{self.captcha_field("驗證碼(小寫字母或數字)", "mail", "/login", wrong)}
<label class="q-checkbox cursor-pointer no-outline row inline no-wrap items-center"><input class="q-checkbox__native" type="checkbox" name="remember" value="true"><div class="q-checkbox__label q-anchor--skip">記住登入資訊 (公用電腦請勿勾選)</div></label>
<div class="q-card__actions">{q_btn("登入", "login")}</div></form></div><div class="q-card"><div class="text-h6">公佈欄</div><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p><p>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls["account"]}/">https://help.ntuh.gov.tw/</a></p></div>""", note=note)

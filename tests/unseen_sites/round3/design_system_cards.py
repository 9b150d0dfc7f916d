"""有設計系統的產品團隊：Rails 式表單、BEM、浮動標籤、卡片、toast、form= 屬性的對話框。"""

from __future__ import annotations

import re
import time
from html import escape
from secrets import token_hex, token_urlsafe

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect


def icon(name: str) -> str:
    return f'<svg class="ds-icon" aria-hidden="true" width="20" height="20"><use href="/assets/icons-8c1f.svg#{name}"></use></svg>'


def button(text: str, glyph: str = "", more: str = 'type="submit"', tone: str = "primary") -> str:
    lead = icon(glyph) if glyph else ""
    return f'<button class="ds-button ds-button--{tone}" {more}>{lead}<span class="ds-button__label">{text}</span></button>'


def field(name: str, fid: str, label: str, kind: str = "text", value: str = "", help_: str = "", more: str = "", error: str = "") -> str:
    return f"""<div class="ds-field{' ds-field--invalid' if error else ''}"><div class="ds-field__control"><input class="ds-field__input" type="{kind}" name="{name}" id="{fid}" value="{escape(value)}" placeholder=" " {more}>
<label class="ds-field__label" for="{fid}">{label}</label></div>{f'<p class="ds-field__error">{error}</p>' if error else ''}{f'<p class="ds-field__help">{help_}</p>' if help_ else ''}</div>"""


class TheSite(Site):
    title = "設計系統 卡片與 toast"

    def __init__(self) -> None:
        super().__init__()
        self.memory: dict[str, dict] = {}
        self.launches: dict[str, str] = {}

    def session(self, request: Request, cookie: str) -> dict:
        sid = request.cookies.get(cookie, "")
        if sid not in self.memory:
            sid = token_urlsafe(18)
            self.memory[sid] = {"cookie": cookie, "id": sid, "auth": {}, "say": None}
        return self.memory[sid]

    @staticmethod
    def auth(s: dict, action: str) -> str:
        s["auth"].setdefault(action, token_urlsafe(40))
        return f'<input type="hidden" name="authenticity_token" value="{s["auth"][action]}" autocomplete="off">'

    @staticmethod
    def genuine(s: dict, request: Request, action: str) -> bool:
        return bool(s["auth"].get(action)) and request.get("authenticity_token") == s["auth"][action]

    def layout(self, s: dict, title: str, body: str, status: int = 200, bar: str = "") -> Response:
        toast = ""
        if s["say"]:
            tone, words = s["say"]
            s["say"] = None
            toast = f'<div class="ds-toast-region"><div class="ds-toast ds-toast--{tone}" role="status">{icon(tone)}<div class="ds-toast__message">{words}</div><button type="button" class="ds-toast__close" onclick="this.parentNode.remove()" aria-label="關閉"></button></div></div>'
        return Response(f"""<!DOCTYPE html><html lang="zh-TW" data-theme="light"><head><meta charset="utf-8"><title>{title} · NTUH</title><meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="/assets/ds-core-4f2a91.css"><style>.ds-modal[hidden]{{display:none}}</style></head><body class="ds-body">
<header class="ds-appbar"><a class="ds-appbar__logo" href="/">NTUH</a>{bar}</header>{toast}<main class="ds-container">{body}</main>
<script>document.addEventListener('click',function(e){{var b=e.target.closest('[data-modal]');if(b){{var m=document.getElementById(b.dataset.modal);m.hidden=!m.hidden;}}}});</script></body></html>""",
            status, headers=[("Set-Cookie", f"{s['cookie']}={s['id']}; path=/; HttpOnly; SameSite=Lax")])

    def invalid(self, s: dict) -> Response:
        return self.layout(s, "422", '<div class="ds-empty"><h1>頁面已過期</h1><p>您要的變更被拒絕了，請重新整理頁面後再試一次。</p></div>', 422)

    # ---- portal
    def portal(self, request: Request) -> Response:
        t, p = self.truth, request.path
        s = self.session(request, "_ntuh_portal")
        if p.startswith("/assets/"):
            return Response("", 404)
        if p == "/captcha":
            return Response(picture(t.new_captcha(), "JPEG", (144, 44)), kind="image/jpeg")
        if p == "/session" and request.method == "POST":
            if request.get("_method") == "delete":
                self.takes(request)
                if not self.genuine(s, request, "destroy"):
                    return self.invalid(s)
                if s.pop("uid", None):
                    t.sessions.discard(f"portal:{s['id']}")
                    t.counts["sign_out_portal"] += 1
                    s["auth"].clear()
                    s["say"] = ("info", "您已登出。")
                return redirect("/", status=303)
            self.takes(request, **{"session[campus]": "campus", "session[login]": "employee_id", "session[password]": "portal_password", "session[captcha]": "captcha"})
            want, t.captcha = t.captcha, ""
            if not self.genuine(s, request, "login"):
                return self.invalid(s)
            errors = {}
            if not want or request.get("session[captcha]").strip().upper() != want:
                errors["captcha"] = "與圖片不一致，已為您更換一張圖片"
            elif request.get("session[campus]") != "taipei" or request.get("session[login]").strip() != t.person.employee_id or request.get("session[password]") != t.portal_password:
                errors["base"] = "我們找不到符合的帳號與密碼"
            if errors:
                t.counts["sign_in_refused"] += 1
                return self._sign_in(s, errors, request.get("session[login]"), 422)
            s["uid"] = t.person.employee_id
            s["auth"].clear()
            t.sessions.add(f"portal:{s['id']}")
            t.counts["sign_in"] += 1
            s["say"] = ("success", f"{t.person.name}，歡迎回來 👋")
            return redirect("/dashboard", status=303)
        if not s.get("uid"):
            return self._sign_in(s, {}, "")
        bar = f'<nav class="ds-appbar__nav"><a href="/dashboard">首頁</a><form class="button_to" method="post" action="/session"><input type="hidden" name="_method" value="delete" autocomplete="off">{self.auth(s, "destroy")}{button("登出", "logout", tone="ghost")}</form></nav>'
        if p in ("/", "/dashboard"):
            cards = (("/account/password/edit", "key", "更改密碼", "建議每 90 天更換一次"), ("/soon", "bell", "個人簽章提醒設定", "設定每日提醒時間"), ("/soon", "search", "查詢員工連絡資料", "分機與公務信箱"), ("/launch/contact", "phone", "維護個人連絡資料", "英文姓名、電話、行動電話"), ("/soon", "heart", "個人就醫紀錄查詢", "近兩年門診"), ("/soon", "file", "員工扣繳憑單查詢", "年度所得"))
            grid = "".join(f'<a class="ds-card ds-card--link" href="{u}"><span class="ds-card__media">{icon(g)}</span><span class="ds-card__title">{n}</span><span class="ds-card__description">{d}</span></a>' for u, g, n, d in cards)
            return self.layout(s, "首頁", f'<h1 class="ds-heading">您好!</h1><section><h2 class="ds-heading--2">個人管理</h2><div class="ds-grid ds-grid--3">{grid}</div></section><aside class="ds-panel"><h2>全院公告 <span class="ds-badge">2</span></h2><p>請全院同仁填報「薪資所得免稅額申報表」</p></aside>', bar=bar)
        if p == "/account/password/edit":
            return self._edit_password(s, bar, {})
        if p == "/account/password" and request.method == "POST":
            self.takes(request, **{"password_form[current]": "old_password", "password_form[new]": "new_password", "password_form[confirmation]": "new_password_again"})
            if not self.genuine(s, request, "password") or request.get("_method") != "patch":
                return self.invalid(s)
            new, errors = request.get("password_form[new]"), {}
            if request.get("password_form[current]") != t.portal_password:
                errors["current"] = "舊密碼不符"
            if len(new) < 8:
                errors["new"] = "太短（最短是 8 個字元）"
            elif not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                errors["new"] = "需包含英文及數字"
            if new != request.get("password_form[confirmation]"):
                errors["confirmation"] = "兩次輸入須一致"
            if errors:
                t.counts["password_refused"] += 1
                return self._edit_password(s, bar, errors, 422)
            t.portal_password = new
            t.counts["password_changed"] += 1
            s["say"] = ("success", "密碼已更新")
            return redirect("/dashboard", status=303)
        if p == "/launch/contact":
            token = token_urlsafe(24)
            self.launches[token] = s["id"]
            return redirect(f"{self.urls['inner']}/launch?token={token}", status=303)
        return self.layout(s, "即將推出", '<div class="ds-empty">即將推出</div><a href="/dashboard">回首頁</a>', bar=bar)

    def _sign_in(self, s: dict, errors: dict, login: str, status: int = 200) -> Response:
        choices = "".join(f'<label class="ds-choice-card"><input class="ds-choice-card__input" type="radio" name="session[campus]" value="{v}"{" checked" if v == "taipei" else ""}><span class="ds-choice-card__body"><strong>{n}</strong><small>{e}</small></span></label>' for v, n, e in (("taipei", "總院區", "Main"), ("hsinchu", "新竹臺大分院", "Hsinchu"), ("yunlin", "雲林分院", "Yunlin")))
        banner = f'<div class="ds-banner ds-banner--critical" role="alert">{icon("alert")}<p>{errors["base"]}</p></div>' if "base" in errors else ""
        return self.layout(s, "登入", f"""<div class="ds-auth"><h1 class="ds-heading">醫療資訊系統</h1>{banner}<form class="ds-form" action="/session" accept-charset="UTF-8" method="post">{self.auth(s, "login")}
<div class="ds-choice-group" role="radiogroup" aria-label="院區"><span class="ds-choice-group__label">院區</span>{choices}</div>
{field("session[login]", "session_login", "帳號 <span class='ds-field__en'>Employee ID</span>", value=login, more='inputmode="numeric" autocomplete="username"')}
{field("session[password]", "session_password", "密碼 <span class='ds-field__en'>Password</span>", "password", more='autocomplete="current-password"')}
<div class="ds-captcha"><img class="ds-captcha__image" src="/captcha?v={token_hex(4)}" alt=""><a class="ds-link" href="/">換一張</a></div>
{field("session[captcha]", "session_captcha", "驗證碼", help_="不用區分大小寫", more='autocomplete="off"', error=errors.get("captcha", ""))}
{button("繼續", "arrow-right")}</form></div>""", status)

    def _edit_password(self, s: dict, bar: str, errors: dict, status: int = 200) -> Response:
        return self.layout(s, "更改密碼", f"""<nav class="ds-breadcrumb"><a href="/dashboard">回功能選單</a><span>更改密碼</span></nav><form class="ds-form ds-panel" action="/account/password" method="post"><input type="hidden" name="_method" value="patch" autocomplete="off">{self.auth(s, "password")}
{field("password_form[current]", "pf_current", "請輸入舊密碼", "password", error=errors.get("current", ""))}{field("password_form[new]", "pf_new", "請輸入新密碼", "password", help_="密碼長度不可少於8個字元，內容需包含英文及數字", error=errors.get("new", ""))}{field("password_form[confirmation]", "pf_conf", "請再輸入新密碼", "password", error=errors.get("confirmation", ""))}
<div class="ds-meter" data-label="密碼強度檢核"></div><div class="ds-form__actions">{button("儲存變更", "check")}<a class="ds-button ds-button--ghost" href="/dashboard">取消</a></div></form>""", status, bar)

    # ---- inner
    def inner(self, request: Request) -> Response:
        t, p = self.truth, request.path
        s = self.session(request, "_ntuh_people")
        if p == "/launch":
            owner = self.launches.pop(request.query.get("token", ""), "")
            if not owner:
                return self.layout(s, "連結失效", "<p>連結已使用過或逾時，請由入口網重新開啟。</p>", 410)
            s["owner"] = owner
            return redirect("/people/me/edit", ("Set-Cookie", f"_ntuh_people={s['id']}; path=/; HttpOnly"))
        owner = self.memory.get(s.get("owner", ""))
        if not owner or not owner.get("uid"):
            return redirect(self.urls["portal"] + "/")
        names = (("last_name", "english_surname", "英文姓", "ex:Chen(陳)"), ("first_name", "english_given", "英文首名", "ex: Yi-Fen(怡芬)"), ("middle_name", "english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填"), ("office_phone", "office_phone", "辦公室電話", "ex:61234或23123456"), ("home_phone", "home_phone", "住宅電話", "ex:0223123456"), ("mobile", "mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))
        values, error, status = {n: t.saved_contact.get(k, getattr(t.person, k)) for n, k, _, _ in names}, "", 200
        if p == "/people/me" and request.method == "POST":
            self.takes(request, **{"person[mobile]": "mobile_phone"})
            if not self.genuine(s, request, "person") or request.get("_method") != "patch" or request.get("person[lock_version]") != str(s.get("lock", 0)):
                return self.invalid(s)
            values = {n: request.get(f"person[{n}]").strip() for n, *_ in names}
            if re.fullmatch(r"09\d{8}", values["mobile"]):
                t.saved_contact = {k: values[n] for n, k, _, _ in names}
                t.counts["contact_saved"] += 1
                s["lock"] = s.get("lock", 0) + 1
                s["say"] = ("success", "已儲存您的連絡資料")
                return redirect("/people/me/edit", status=303)
            error, status = "格式錯誤（09 開頭，共 10 碼）", 422
        elif p != "/people/me/edit":
            return self.layout(s, "404", "", 404)
        inputs = "".join(field(f"person[{n}]", f"person_{n}", lab, value=values[n], help_=hint, error=error if n == "mobile" else "") for n, _, lab, hint in names)
        return self.layout(s, "維護個人連絡資料", f"""<h1 class="ds-heading">維護個人連絡資料</h1><form class="ds-form" action="/people/me" method="post"><input type="hidden" name="_method" value="patch">{self.auth(s, "person")}<input type="hidden" name="person[lock_version]" value="{s.get('lock', 0)}">
<dl class="ds-description"><dt>員工編號</dt><dd>{t.person.employee_id}</dd><dt>姓名</dt><dd>{t.person.name}</dd></dl>{inputs}<div class="ds-form__actions ds-form__actions--sticky">{button("異動儲存", "save")}</div></form><a class="ds-link" href="{self.urls['portal']}/dashboard">回功能選單</a>""", status)

    # ---- account
    def account(self, request: Request) -> Response:
        t, who, p = self.truth, self.truth.person, request.path
        s = self.session(request, "_ntuh_help")
        if p == "/":
            return self.layout(s, "帳號中心", f"""<section class="ds-hero"><h1>帳號中心</h1><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p></section>
<details class="ds-accordion" open><summary>《規範》</summary><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><p>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</p></details>
<details class="ds-accordion"><summary>《常見問題與服務》</summary><h3>密碼修改後多久可以生效</h3><p>即時生效。</p><h3>忘記密碼</h3><p>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></details>
<div class="ds-grid"><a class="ds-card ds-card--link" href="/verifications/new?purpose=activation">{icon("rocket")}<span class="ds-card__title">啟用網路帳號及首次雲端帳號密碼設定</span><span class="ds-card__description">啟用本院微軟相關服務，如：Office365, Outlook...</span></a>
<a class="ds-card ds-card--link" href="/verifications/new?purpose=recovery">{icon("refresh")}<span class="ds-card__title">重置雲端服務密碼</span><span class="ds-card__description">重設非Portal帳號的密碼，從未使用請先【啟用網路帳號】</span></a></div>""")
        if p == "/verifications/new":
            s["purpose"] = "recovery" if request.query.get("purpose") == "recovery" else "activation"
            return self._verification(s, {}, s.get("emp", ""))
        if p in ("/verifications", "/verifications/deliveries") and request.method == "POST":
            self.takes(request, **{"verification[employee_no]": "employee_id", "verification[otp]": "code", "verification[phone]": "registered_phone"})
            if not self.genuine(s, request, "verify") or "purpose" not in s:
                return self.invalid(s)
            emp = s["emp"] = request.get("verification[employee_no]").strip()
            if emp != who.employee_id:
                return self._verification(s, {"emp": "查無此編號"}, emp, 422)
            if p.endswith("deliveries"):
                if request.get("verification[phone]").strip() != t.saved_contact.get("mobile_phone", who.mobile_phone):
                    return self._verification(s, {"phone": "與登記的門號不同"}, emp, 422)
                s["otp"] = [t.new_message(), time.time(), 5]
                s["say"] = ("success", "簡訊動態碼已寄出，請於 2 分鐘內完成輸入")
                return redirect(f"/verifications/new?purpose={s['purpose']}", status=303)
            otp = s.get("otp") or ["", 0.0, 0]
            if not otp[0] or otp[0] != request.get("verification[otp]").strip():
                t.counts["code_refused"] += 1
                otp[2] -= 1
                if otp[2] <= 0:
                    s["otp"] = None
                return self._verification(s, {"otp": "動態碼不正確"}, emp, 422)
            s["otp"] = None
            if time.time() - otp[1] > 120:
                t.counts["code_refused"] += 1
                return self._verification(s, {"otp": "動態碼已過期，請再發送一次"}, emp, 422)
            t.sessions.discard(f"account:{s.get('proved')}")
            s["proved"] = token_hex(8)
            t.sessions.add(f"account:{s['proved']}")
            t.counts["code_accepted"] += 1
            return redirect("/recovery/edit" if s["purpose"] == "recovery" else "/activation", status=303)
        if not s.get("proved"):
            return redirect("/")
        leave = f'<form class="button_to" method="post" action="/verification"><input type="hidden" name="_method" value="delete">{self.auth(s, "leave")}%s</form>'
        bar = '<nav class="ds-appbar__nav">' + leave % button("登出", "logout", tone="ghost") + "</nav>"
        if p == "/verification" and request.method == "POST":
            self.takes(request)
            if not self.genuine(s, request, "leave") or request.get("_method") != "delete":
                return self.invalid(s)
            t.sessions.discard(f"account:{s.pop('proved')}")
            t.counts["sign_out_account"] += 1
            s["auth"].clear()
            s["say"] = ("info", "您已登出帳號中心")
            return redirect("/", status=303)
        if p == "/activation":
            return self._activation(request, s, bar, leave)
        if p in ("/recovery", "/recovery/edit"):
            error = ""
            if request.method == "POST":
                self.takes(request, **{"recovery[password]": "cloud_password", "recovery[password_confirmation]": "cloud_password_again"})
                if not self.genuine(s, request, "recovery"):
                    return self.invalid(s)
                new = request.get("recovery[password]")
                if not t.alias:
                    error = "此帳號尚未啟用雲端服務"
                elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new) or new != request.get("recovery[password_confirmation]"):
                    error = "密碼不符合規則或兩次不一致"
                else:
                    t.cloud_password = new
                    s["say"] = ("success", "雲端服務密碼已更新")
                    return redirect("/recovery/edit", status=303)
            return self.layout(s, "重置雲端服務密碼", f'<form class="ds-form" method="post" action="/recovery">{self.auth(s, "recovery")}{field("recovery[password]", "rp", "新的雲端服務密碼", "password", error=error)}{field("recovery[password_confirmation]", "rpc", "確認新的雲端服務密碼", "password")}{button("更新密碼")}</form>', 422 if error else 200, bar)
        return self.layout(s, "404", "", 404)

    def _verification(self, s: dict, errors: dict, emp: str, status: int = 200) -> Response:
        head = "重置雲端服務密碼" if s["purpose"] == "recovery" else "啟用網路帳號及首次雲端帳號密碼設定"
        return self.layout(s, head, f"""<ol class="ds-stepper"><li class="ds-stepper__item ds-stepper__item--current">身分驗證</li><li class="ds-stepper__item">設定</li><li class="ds-stepper__item">完成</li></ol><h1 class="ds-heading">{head}</h1>
<form class="ds-form" id="verification_form" action="/verifications" method="post">{self.auth(s, "verify")}
{field("verification[employee_no]", "v_emp", "網路帳號 / 主職員工編號", value=emp, more='inputmode="numeric" maxlength="6"', error=errors.get("emp", ""))}{button("發送簡訊動態碼", "message", 'type="button" data-modal="phone-modal" aria-haspopup="dialog"', "secondary")}
{field("verification[otp]", "v_otp", "簡訊(或MOTP)動態碼", help_="2分鐘內有效", more='autocomplete="one-time-code"', error=errors.get("otp", ""))}
<div class="ds-form__actions">{button("下一步", "arrow-right")}</div></form>
<div class="ds-modal" id="phone-modal" role="dialog" aria-modal="true"{'' if "phone" in errors else ' hidden'}><div class="ds-modal__surface"><h2 class="ds-modal__title">發送簡訊動態碼</h2><div class="ds-modal__body">{field("verification[phone]", "v_phone", "請輸入帳號登記的手機門號(10碼)", "tel", more='form="verification_form" maxlength="10"', error=errors.get("phone", ""))}</div>
<div class="ds-modal__footer">{button("取消", "", 'type="button" data-modal="phone-modal"', "ghost")}{button("確定發送", "send", 'type="submit" form="verification_form" formaction="/verifications/deliveries"')}</div></div></div>""", status)

    def _activation(self, request: Request, s: dict, bar: str, leave: str) -> Response:
        t, who = self.truth, self.truth.person
        errors, status = {}, 200
        if request.method == "POST":
            self.takes(request, **{"activation[alias]": "alias", "activation[password]": "cloud_password", "activation[password_confirmation]": "cloud_password_again"})
            if not self.genuine(s, request, "activation"):
                return self.invalid(s)
            name, pw = request.get("activation[alias]").strip(), request.get("activation[password]")
            if t.alias:
                s["say"] = ("critical", "這個帳號已經啟用過，無法再次啟用")
                return redirect("/activation", status=303)
            if not re.fullmatch(r"[A-Za-z0-9]+([._-][A-Za-z0-9]+)*", name) or len(name) > 64:
                errors["alias"] = "格式不正確，請使用英文、數字與 . _ -"
            elif name.lower() in ("taken.name", "hello"):
                errors["alias"] = "已經被使用"
            if len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search("[0-9]", pw):
                errors["password"] = "至少 8 個字元，需包含英文及數字"
            if pw != request.get("activation[password_confirmation]"):
                errors["confirmation"] = "兩次輸入須一致"
            if not errors:
                t.alias, t.cloud_password = name, pw
                t.counts["activated"] += 1
                s["say"] = ("success", "太好了！您的雲端服務已開通 🎉")
                return redirect("/activation", status=303)
            status = 422
        facts = "".join(f'<div class="ds-description__row"><dt>{a}</dt><dd>{b}</dd></div>' for a, b in (("網路帳號 / 主職員工編號", who.employee_id), ("帳號姓名", who.name), ("主職單位", who.unit), ("有效期限", who.valid_until)))
        if t.alias:
            return self.layout(s, "設定密碼與郵件別名", f'<h1 class="ds-heading">設定密碼與郵件別名</h1><div class="ds-card"><div class="ds-card__header">雲端服務帳號 (電子郵件名稱) <span class="ds-chip ds-chip--positive">{icon("check")}啟用中</span></div><p class="ds-mono">{escape(t.alias)}@ntuh.gov.tw</p><p>服務於設定完成隔日生效。</p></div><dl class="ds-description">{facts}</dl>', bar=bar)
        return self.layout(s, "設定密碼與郵件別名", f"""<h1 class="ds-heading">設定密碼與郵件別名</h1><dl class="ds-description">{facts}</dl><form class="ds-form" id="activation_form" action="/activation" method="post">{self.auth(s, "activation")}
<div class="ds-input-group">{field("activation[alias]", "a_alias", "雲端服務帳號 (電子郵件名稱)", value=request.get("activation[alias]"), help_="名稱長度限64字元內，設定後不能修改", more='maxlength="64"', error=errors.get("alias", ""))}<span class="ds-input-group__suffix">@ntuh.gov.tw</span></div>
{field("activation[password]", "a_pw", "雲端服務密碼", "password", help_="至少 8 個字元，需包含英文及數字", more='autocomplete="new-password"', error=errors.get("password", ""))}{field("activation[password_confirmation]", "a_pw2", "確認雲端服務密碼", "password", more='autocomplete="new-password"', error=errors.get("confirmation", ""))}</form>
<div class="ds-form__actions">{leave % button("取消啟用", tone="ghost")}{button("啟用雲端服務", "rocket", 'type="submit" form="activation_form"')}</div>""", status, bar)

    # ---- mail
    def mail(self, request: Request) -> Response:
        t, p = self.truth, request.path
        s = self.session(request, "_ntuh_mail")
        if p == "/captcha":
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5), "PNG"), kind="image/png")
        error = ""
        if p == "/session" and request.method == "POST":
            if request.get("_method") == "delete":
                self.takes(request)
                if not self.genuine(s, request, "out"):
                    return self.invalid(s)
                if s.pop("in", None):
                    t.sessions.discard(f"mail:{s['id']}")
                    t.counts["sign_out_mail"] += 1
                return redirect("/", status=303)
            self.takes(request, **{"login[account]": "mail_account", "login[password]": "mail_password", "login[captcha]": "captcha"})
            want, t.captcha = t.captcha, ""
            if not self.genuine(s, request, "in"):
                return self.invalid(s)
            if not want or request.get("login[captcha]").strip() != want:
                error = "驗證碼不正確"
            elif not t.alias or request.get("login[account]").split("@")[0].lower() != t.alias.lower() or request.get("login[password]") != t.cloud_password:
                error = "帳號或密碼不正確"
            else:
                s["in"] = True
                t.sessions.add(f"mail:{s['id']}")
                t.counts["mail_sign_in"] += 1
                return redirect("/inbox", status=303)
        if s.get("in"):
            return self.layout(s, "收件匣", f'<h1>收件匣</h1><ul class="ds-list"><li>歡迎使用電子信</li></ul>', bar=f'{escape(t.alias)} <form class="button_to" method="post" action="/session"><input type="hidden" name="_method" value="delete">{self.auth(s, "out")}{button("登出", "logout", tone="ghost")}</form>')
        return self.layout(s, "電子信", f"""<form class="ds-form" method="post" action="/session">{self.auth(s, "in")}{f'<div class="ds-banner">{error}</div>' if error else ''}{field("login[account]", "l_a", "帳號:")}{field("login[password]", "l_p", "密碼:", "password")}
{field("login[captcha]", "l_c", "驗證碼(小寫字母或數字):", more='autocomplete="off"')}<img src="/captcha?{token_hex(3)}" alt=""><label class="ds-checkbox"><input type="checkbox" name="login[remember]" value="1"> 記住登入資訊 (公用電腦請勿勾選)</label>{button("登入", "mail")}</form><aside>公佈欄：體系帳號整併中</aside>""", 422 if error else 200)

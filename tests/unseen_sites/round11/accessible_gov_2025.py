"""A government-style accessible site of 2025, with the AA badge in its footer.

Its developer: 雅婷, 34, of a design studio that does 機關網站. She knows the 無障礙規範 by heart and the GOV.UK patterns better:
kebab-case names, a legend for each group, hints tied by aria-describedby, the error summary on top, accesskeys with `:::`.
She forgets what only a mouse user would see, and hands people between hosts with a page that has a form and a button.
"""

from __future__ import annotations

import re
import secrets
import time
from html import escape as esc

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

Errors = dict[str, str]


def strong(word: str) -> bool:
    return 8 <= len(word) <= 64 and bool(re.search("[A-Za-z]", word)) and bool(re.search("[0-9]", word))


class TheSite(Site):
    title = "accessible government-style site, 2025"

    def __init__(self) -> None:
        super().__init__()
        self.csrf: dict[str, str] = {}  # form token -> visitor's cookie
        self.drawn: dict[str, str] = {}
        self.signed: set[str] = set()
        self.passes: dict[str, str] = {}
        self.inside: dict[str, str] = {}
        self.visits: dict[str, dict] = {}
        self.readers: set[str] = set()

    # ---------- layout
    def page(self, title: str, main: str, errors: Errors | None = None, crumbs: str = "首頁", banner: str = "", cookie: str = "", nav: str = "") -> Response:
        summary = ""
        if errors:
            items = "".join(f'<li><a href="#{k}">{v}</a></li>' for k, v in errors.items())
            summary = f'<div class="error-summary" role="alert" aria-labelledby="error-summary-title" tabindex="-1"><h2 id="error-summary-title">請更正下列 {len(errors)} 項問題</h2><ul>{items}</ul></div>'
        if banner: banner = f'<div class="notification-banner" role="status" aria-live="polite"><p class="notification-title">{banner}</p></div>'
        return Response(f"""<!doctype html>
<html lang="zh-Hant-TW">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{"錯誤：" if errors else ""}{title}｜國立大學醫學院附設醫院</title>
<meta name="DC.Title" content="{title}"><meta name="DC.Language" content="中文">
<style>.visually-hidden{{position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)}}.error-summary{{border:4px solid #c00;padding:1rem}}.error-message{{color:#c00}}</style>
</head>
<body>
<a class="visually-hidden" href="#main">跳到主要內容區</a>
<header><a href="#U" id="U" accesskey="U" title="上方功能區塊">:::</a>
<ul><li><a href="/sitemap">網站導覽</a></li><li><a href="/">回首頁</a></li><li lang="en"><a href="/en">English</a></li></ul>
<form role="search" action="/search" method="get"><label for="site-search" class="visually-hidden">全站搜尋</label><input type="search" id="site-search" name="q" placeholder="請輸入關鍵字"><button type="submit">搜尋</button></form>{nav}</header>
<nav aria-label="麵包屑"><ol><li>{crumbs}</li><li aria-current="page">{title}</li></ol></nav>
<main id="main"><a href="#C" id="C" accesskey="C" title="主要內容區">:::</a>
{banner}{summary}
<h1>{title}</h1>
{main}
</main>
<footer><a href="#Z" id="Z" accesskey="Z" title="下方功能區塊">:::</a><p>資訊室服務專線：261120</p><p><a href="https://accessibility.moda.gov.tw/" title="無障礙網站(另開新視窗)"><img src="/aa.png" alt="通過AA無障礙網頁檢測" width="88" height="31"></a></p><p>更新日期：114-10-01</p></footer>
</body>
</html>""", headers=[("Set-Cookie", cookie)] if cookie else [])

    def hidden(self, visitor: str) -> str:
        value = secrets.token_urlsafe(24)
        self.csrf[value] = visitor
        return f'<input type="hidden" name="_csrf" value="{value}">'

    def honest(self, ask: Request, visitor: str) -> bool:
        return bool(visitor) and self.csrf.pop(ask.get("_csrf"), None) == visitor

    @staticmethod
    def field(key: str, label: str, errors: Errors, hint: str = "", kind: str = "text", value: str = "", more: str = "", must: bool = True) -> str:
        told = [f"{key}-hint"] * bool(hint) + [f"{key}-error"] * (key in errors)
        described = f' aria-describedby="{" ".join(told)}"' if told else ""
        return (f'<div class="form-group"><label for="{key}">{label}{" <span class=required>(必填)</span>" if must else ""}</label>'
                + (f'<div id="{key}-hint" class="hint">{hint}</div>' if hint else "")
                + (f'<p id="{key}-error" class="error-message"><span class="visually-hidden">錯誤：</span>{errors[key]}</p>' if key in errors else "")
                + f'<input type="{kind}" id="{key}" name="{key}" value="{esc(value)}"{described}{" aria-required=true" if must else ""}{" aria-invalid=true" if key in errors else ""} {more}></div>')

    def puzzle(self, errors: Errors, note: str, letters: str = "", length: int = 6) -> str:
        text = self.truth.new_captcha(letters, length) if letters else self.truth.new_captcha()
        key = secrets.token_hex(6)
        self.drawn[key] = text
        return (f'<input type="hidden" name="captcha-id" value="{key}">' + self.field("captcha-answer", "驗證碼", errors, note, more='autocomplete="off" spellcheck="false" maxlength="6"')
                + f'<p><img src="/captcha/{key}.png" alt="圖形驗證碼" width="120" height="36"> <a href="/captcha-audio">語音播放驗證碼</a> <a href="">換一張圖</a></p>')

    def solved(self, ask: Request) -> bool:
        text, want = self.drawn.pop(ask.get("captcha-id"), ""), self.truth.captcha
        self.truth.captcha = ""
        return bool(text) and text == want and ask.get("captcha-answer").strip().upper() == text.upper()

    def shared(self, ask: Request) -> Response | None:
        found = re.fullmatch(r"/captcha/(\w+)\.png", ask.path)
        if found and found[1] in self.drawn: return Response(picture(self.drawn[found[1]], "PNG"), kind="image/png", headers=[("Cache-Control", "no-store")])
        if found or ask.path.endswith(".png"): return Response("", 404)
        if ask.path == "/captcha-audio": return self.page("語音驗證碼", "<p>語音服務維護中，請洽服務台 261120。</p>")
        if ask.path in ("/search", "/sitemap", "/en"): return self.page("網站導覽", '<p>查無資料。</p><p><a href="/">回首頁</a></p>')
        return None

    @staticmethod
    def stale() -> Response:
        return Response("<!doctype html><html lang=zh-Hant-TW><title>表單已失效</title><h1>表單已失效</h1><p>您停留太久或重複送出表單，請<a href='/'>回首頁</a>重新操作。</p>", 403)

    # ---------- portal
    def portal(self, ask: Request) -> Response:
        hit = self.shared(ask)
        if hit: return hit
        who = ask.cookies.get("portal-visit", "")
        if ask.path == "/": return redirect("/services" if who in self.signed else "/sign-in")
        if ask.path == "/sign-in": return self.sign_in(ask, who)
        if who not in self.signed: return redirect("/sign-in")
        if ask.path == "/sign-out" and ask.method == "POST":
            self.takes(ask)
            if not self.honest(ask, who): return self.stale()
            return self.leave(who, "/sign-in?signed-out=yes")
        if ask.path == "/services":
            out = f'<form method="post" action="/sign-out">{self.hidden(who)}<button type="submit">登出</button></form>'
            links = lambda title, rows: f'<section><h2>{title}</h2><ul>{"".join(f"<li><a href={u}>{t}</a></li>" for t, u in rows)}</ul></section>'  # noqa: E731
            return self.page("我的服務", f"<p>{self.truth.person.name} 您好！</p>" + links("行政系統", [("差勤系統", "/services/leave"), ("表單下載", "/services/forms")])
                             + links("個人管理", [("更改密碼", "/go/password"), ("個人簽章提醒設定", "/services/sign"), ("查詢員工連絡資料", "/services/find"), ("維護個人連絡資料", "/go/contact"), ("員工扣繳憑單查詢", "/services/tax")])
                             + "<section><h2>全院公告</h2><p>114/10/01　新版入口網上線，歡迎同仁提供意見。</p></section>", nav=out)
        if ask.path in ("/go/password", "/go/contact"):
            ticket = secrets.token_hex(16)
            self.passes[ticket] = who
            return self.page("前往人事服務", f"""<p>您即將前往「人事服務」網站。</p><form id="handover" method="post" action="{self.urls['inner']}/enter"><input type="hidden" name="ticket" value="{ticket}"><input type="hidden" name="to" value="{ask.path[4:]}"><button type="submit">繼續前往</button></form><script>document.getElementById('handover').submit();</script>""")
        if ask.path.startswith("/services/"): return self.page("服務未開放", '<p>您的身分目前不適用本項服務。</p><a href="/services">回功能選單</a>')
        return Response("<h1>404</h1>", 404)

    def sign_in(self, ask: Request, who: str) -> Response:
        errors: Errors = {}
        number, campus = ask.get("staff-number").strip(), ask.get("campus")
        if ask.method == "POST":
            self.takes(ask, **{"campus": "campus", "staff-number": "employee_id", "password": "portal_password", "captcha-answer": "captcha"})
            good = self.solved(ask)
            if not self.honest(ask, who): return self.stale()
            if campus not in ("main", "beihu", "hsinchu", "yunlin"): errors["campus"] = "請選擇院區"
            if not good: errors["captcha-answer"] = "驗證碼不正確，請依新的圖片重新輸入"
            elif not errors and (campus != "main" or number != self.truth.person.employee_id or ask.get("password") != self.truth.portal_password):
                errors["staff-number"] = "帳號或密碼不正確"
            if not errors:
                fresh = secrets.token_urlsafe(18)
                self.signed.add(fresh)
                self.truth.sessions.add("portal:" + fresh)
                self.truth.counts["sign_in"] += 1
                return redirect("/services", ("Set-Cookie", f"portal-visit={fresh}; Path=/; HttpOnly; SameSite=Lax"), status=303)
            self.truth.counts["sign_in_refused"] += 1
        visitor = who or secrets.token_urlsafe(18)
        options = "".join(f'<option value="{v}"{" selected" if v == campus else ""}>{t}</option>' for v, t in (("", "請選擇"), ("main", "總院區"), ("beihu", "北護分院"), ("hsinchu", "新竹分院"), ("yunlin", "雲林分院")))
        bad = f'<p id="campus-error" class="error-message">{errors["campus"]}</p>' if "campus" in errors else ""
        return self.page("登入本院入口網", f"""<form method="post" action="/sign-in" novalidate>{self.hidden(visitor)}
<fieldset><legend>登入資料</legend><div class="form-group"><label for="campus">院區 <span class=required>(必填)</span></label>{bad}<select id="campus" name="campus">{options}</select></div>
{self.field("staff-number", "帳號", errors, "6位數字員工編號", value=number, more='autocomplete="username" inputmode="numeric"')}
{self.field("password", "密碼", errors, kind="password", more='autocomplete="current-password"')}</fieldset>
<fieldset><legend>確認您不是機器人</legend>{self.puzzle(errors, "不用區分大小寫")}</fieldset>
<button type="submit">登入</button></form>""", errors, banner="您已安全登出" if ask.query.get("signed-out") else "", cookie=f"portal-visit={visitor}; Path=/; HttpOnly; SameSite=Lax")

    def leave(self, who: str, to: str) -> Response:
        self.signed.discard(who)
        self.truth.sessions.discard("portal:" + who)
        self.truth.counts["sign_out_portal"] += 1
        return redirect(to, status=303)

    # ---------- inner
    def inner(self, ask: Request) -> Response:
        hit = self.shared(ask)
        if hit: return hit
        if ask.path == "/enter" and ask.method == "POST":
            self.takes(ask)
            who = self.passes.pop(ask.get("ticket"), "")
            if who not in self.signed or ask.get("to") not in ("password", "contact"): return self.stale()
            own = secrets.token_urlsafe(18)
            self.inside[own] = who
            return redirect("/" + ask.get("to"), ("Set-Cookie", f"hr-visit={own}; Path=/; HttpOnly"), status=303)
        own = ask.cookies.get("hr-visit", "")
        who = self.inside.get(own, "")
        if who not in self.signed: return redirect(self.urls["portal"] + "/")
        nav = f'<nav aria-label="功能"><a href="{self.urls["portal"]}/services">回功能選單</a> <a href="/leave">登出系統</a></nav>'
        if ask.path == "/leave": return self.leave(who, self.urls["portal"] + "/sign-in?signed-out=yes")
        if ask.path == "/password": return self.password(ask, own, nav)
        if ask.path == "/contact": return self.contact(ask, own, nav)
        return Response("<h1>404</h1>", 404)

    def password(self, ask: Request, own: str, nav: str) -> Response:
        errors: Errors = {}
        if ask.method == "POST":
            self.takes(ask, **{"current-password": "old_password", "new-password": "new_password", "confirm-password": "new_password_again"})
            if not self.honest(ask, own): return self.stale()
            if ask.get("current-password") != self.truth.portal_password: errors["current-password"] = "目前使用的密碼不正確"
            if not strong(ask.get("new-password")): errors["new-password"] = "新密碼不符合密碼設定條件"
            elif ask.get("new-password") != ask.get("confirm-password"): errors["confirm-password"] = "再次輸入的新密碼與前一欄不同"
            if not errors:
                self.truth.portal_password = ask.get("new-password")
                self.truth.counts["password_changed"] += 1
                return redirect("/password?done=1", status=303)
            self.truth.counts["password_refused"] += 1
        if ask.query.get("done"): return self.page("更改密碼", f"<p>下次登入時請使用新密碼。</p>{nav}", banner="密碼已更新", crumbs="個人管理")
        return self.page("更改密碼", f"""<form method="post" action="/password" novalidate>{self.hidden(own)}<fieldset><legend>密碼資料</legend>
{self.field("current-password", "請輸入舊密碼：", errors, kind="password", more='autocomplete="current-password"')}
{self.field("new-password", "請輸入新密碼：", errors, kind="password", more='autocomplete="new-password"')}
{self.field("confirm-password", "請再輸入新密碼：", errors, kind="password", more='autocomplete="new-password"')}
<p>密碼強度檢核：<output id="strength" aria-live="polite">尚未輸入</output></p></fieldset>
<section><h2>密碼設定條件：</h2><ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol></section><button type="submit">儲存新密碼</button></form>{nav}""", errors, crumbs="個人管理")

    CONTACT = {"family-name": ("english_surname", "英文姓", "ex:Chen(陳)"), "given-name": ("english_given", "英文首名", "ex: Yi-Fen(怡芬)"),
               "additional-name": ("english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填"), "tel-office": ("office_phone", "辦公室電話", "ex:61234或23123456"),
               "tel-home": ("home_phone", "住宅電話", "ex:0223123456"), "tel-mobile": ("mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")}

    def contact(self, ask: Request, own: str, nav: str) -> Response:
        errors: Errors = {}
        values = {k: self.truth.saved_contact.get(c[0], getattr(self.truth.person, c[0])) for k, c in self.CONTACT.items()}
        if ask.method == "POST":
            self.takes(ask, **{"tel-mobile": "mobile_phone"})
            if not self.honest(ask, own) or not all(ask.has(k) for k in self.CONTACT): return self.stale()
            values = {k: ask.get(k).strip() for k in self.CONTACT}
            if not re.fullmatch(r"09\d{8}", values["tel-mobile"]): errors["tel-mobile"] = "行動電話應為09開頭的10碼數字"
            if not errors:
                self.truth.saved_contact = {c[0]: values[k] for k, c in self.CONTACT.items()}
                self.truth.counts["contact_saved"] += 1
                return redirect("/contact?updated=1", status=303)
        row = lambda k: self.field(k, self.CONTACT[k][1] + "：", errors, self.CONTACT[k][2], "tel" if k.startswith("tel") else "text", values[k], must=k == "tel-mobile")  # noqa: E731
        return self.page("台大醫院---維護個人連絡資料", f"""<dl><dt>員工編號：</dt><dd>{self.truth.person.employee_id}</dd><dt>姓名：</dt><dd>{self.truth.person.name}</dd></dl>
<form method="post" action="/contact" novalidate>{self.hidden(own)}<fieldset><legend>英文姓名</legend>{row("family-name")}{row("given-name")}{row("additional-name")}</fieldset>
<fieldset><legend>電話</legend>{row("tel-office")}{row("tel-home")}{row("tel-mobile")}</fieldset><button type="submit">異動儲存</button></form>{nav}""",
                         errors, "個人管理", "個人連絡資料更新成功" if ask.query.get("updated") and not errors else "")

    # ---------- account
    def account(self, ask: Request) -> Response:
        hit = self.shared(ask)
        if hit: return hit
        who = ask.cookies.get("account-visit", "")
        if ask.path == "/":
            visitor = who if who in self.visits else secrets.token_urlsafe(18)
            self.visits.setdefault(visitor, {})
            return self.page("網路帳號服務", RULES, cookie=f"account-visit={visitor}; Path=/; HttpOnly; SameSite=Lax")
        visit = self.visits.get(who)
        if visit is None: return redirect("/")
        if ask.path in ("/activate/identity", "/reset/identity"): return self.identity(ask, who, visit, ask.path.split("/")[1])
        if ask.path == "/leave":
            if visit.pop("proved", None):
                self.truth.sessions.discard("account:" + who)
                self.truth.counts["sign_out_account"] += 1
            del self.visits[who]
            return redirect("/")
        if ask.path == "/activate/mail-name" and visit.get("proved") == "activate": return self.mail_name(ask, who)
        if ask.path == "/reset/cloud-password" and visit.get("proved") == "reset": return self.cloud_password(ask, who)
        return redirect("/")

    def identity(self, ask: Request, who: str, visit: dict, kind: str) -> Response:
        errors: Errors = {}
        act, banner, dialog = ask.get("action"), "", False
        number = ask.get("account-number").strip()
        if ask.method == "POST":
            self.takes(ask, **{"account-number": "employee_id", "one-time-code": "code", "registered-mobile": "registered_phone"})
            if not self.honest(ask, who): return self.stale()
            if act == "cancel": number = visit.get("number", "")
            elif act == "send":
                number, dialog = visit.get("number", ""), True
                if not number: return self.stale()
                if ask.get("registered-mobile").strip() != self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone):
                    errors["registered-mobile"] = "手機門號與帳號登記的門號不一致"
                else:
                    self.truth.new_message()
                    visit["sent"], dialog = time.time(), False
                    banner = "動態碼簡訊發送成功</p><p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"
            elif number != self.truth.person.employee_id:
                errors["account-number"] = "查無此帳號，請輸入6位數員工編號"
                if act == "next": self.truth.counts["code_refused"] += 1
            elif act == "request": visit["number"], dialog = number, True
            elif act == "next":
                right = "sent" in visit and ask.get("one-time-code").strip() == self.truth.messages[-1] and number == visit.get("number")
                if right and time.time() - visit["sent"] <= 120:
                    del visit["sent"]
                    visit["proved"] = kind
                    self.truth.sessions.add("account:" + who)
                    self.truth.counts["code_accepted"] += 1
                    return redirect("/activate/mail-name" if kind == "activate" else "/reset/cloud-password", status=303)
                self.truth.counts["code_refused"] += 1
                errors["one-time-code"] = "動態碼已超過2分鐘，請重新發送" if right else "動態碼不正確"
        title = "啟用網路帳號及首次雲端帳號密碼設定" if kind == "activate" else "重置雲端服務密碼"
        box = ""
        if dialog:
            box = f"""<dialog open aria-labelledby="dialog-title"><form method="post" action="{ask.path}" novalidate>{self.hidden(who)}<h2 id="dialog-title" class="visually-hidden">發送動態碼</h2>
{self.field("registered-mobile", "請輸入帳號登記的手機門號(10碼)", errors, kind="tel", more='maxlength="10" autocomplete="tel"')}<button type="submit" name="action" value="send">確定發送</button> <button type="submit" name="action" value="cancel">取消</button></form></dialog>"""
        return self.page(title, f"""<p><strong>進行身分驗證</strong>（步驟 1，共 2 步）</p><section aria-labelledby="notes"><h2 id="notes">注意事項</h2><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></section>{box}
<form method="post" action="{ask.path}" novalidate>{self.hidden(who)}<fieldset><legend>身分資料</legend>{self.field("account-number", "網路帳號 / 主職員工編號", errors, "6位數字", value=number, more='inputmode="numeric" maxlength="6"')}
<button type="submit" name="action" value="request">發送簡訊動態碼</button></fieldset><fieldset><legend>動態碼</legend>{self.field("one-time-code", "簡訊(或MOTP)動態碼", errors, more='inputmode="numeric" autocomplete="one-time-code"')}</fieldset>
<button type="submit" name="action" value="next">下一步</button></form>""", errors, "網路帳號服務", banner)

    def mail_name(self, ask: Request, who: str) -> Response:
        errors: Errors = {}
        name = ask.get("mail-name").strip().lower()
        me, out = self.truth.person, '<p><a href="/leave">結束並離開</a></p>'
        if ask.method == "POST":
            self.takes(ask, **{"mail-name": "alias", "cloud-password": "cloud_password", "cloud-password-again": "cloud_password_again", "understand": "consent"})
            if not self.honest(ask, who): return self.stale()
            if ask.get("action") == "cancel": return redirect("/leave", status=303)
            if self.truth.alias: errors["facts"] = "此帳號已啟用，無法再次啟用"
            elif not re.fullmatch(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?", name): errors["mail-name"] = "電子郵件名稱只能使用英文字母、數字及 . _ - 符號"
            elif name == "taken.name": errors["mail-name"] = "此電子郵件名稱已被其他人使用"
            if not errors.get("facts"):
                if not strong(ask.get("cloud-password")): errors["cloud-password"] = "密碼至少8個字元，需包含英文及數字"
                elif ask.get("cloud-password") != ask.get("cloud-password-again"): errors["cloud-password-again"] = "兩次輸入的密碼不同"
                if ask.get("understand") != "yes": errors["understand"] = "請勾選您已了解"
            if not errors:
                self.truth.alias, self.truth.cloud_password = name, ask.get("cloud-password")
                self.truth.counts["activated"] += 1
                return self.page("申請結果", f"<p>您的電子郵件是 <strong>{esc(name)}@ntuh.gov.tw</strong>，服務於設定完成隔日生效。</p>{out}", banner="雲端服務啟用成功", crumbs="網路帳號服務")
        facts = f'<dl id="facts"><dt>網路帳號 / 主職員工編號</dt><dd>{me.employee_id}</dd><dt>帳號姓名</dt><dd>{me.name}</dd><dt>主職單位</dt><dd>{me.unit}</dd><dt>有效期限</dt><dd>{me.valid_until}</dd>'
        if self.truth.alias:
            return self.page("設定密碼與郵件別名", f"{facts}<dt>雲端服務帳號 (電子郵件名稱)</dt><dd>{esc(self.truth.alias)}@ntuh.gov.tw</dd><dt>狀態</dt><dd>已啟用</dd></dl><p>您已完成雲端服務的啟用，不需重複申請。</p>{out}", errors, "網路帳號服務")
        bad = f'<p id="understand-error" class="error-message">{errors["understand"]}</p>' if "understand" in errors else ""
        return self.page("設定密碼與郵件別名", f"""{facts}</dl><section><h2>雲端服務帳號說明：</h2><ol><li>雲端服務帳號為跨體系使用。</li><li>服務於設定完成隔日生效。</li></ol></section>
<form method="post" action="/activate/mail-name" novalidate>{self.hidden(who)}<fieldset><legend>郵件別名</legend>{self.field("mail-name", "雲端服務帳號 (電子郵件名稱)", errors, "@ntuh.gov.tw 名稱長度限64字元內", value=name, more='maxlength="64" autocomplete="off"')}</fieldset>
<fieldset><legend>雲端服務密碼</legend>{self.field("cloud-password", "設定密碼", errors, "至少8個字元，需包含英文及數字", "password", more='autocomplete="new-password"')}{self.field("cloud-password-again", "再次輸入密碼", errors, kind="password", more='autocomplete="new-password"')}</fieldset>
<div class="form-group">{bad}<input type="checkbox" id="understand" name="understand" value="yes"><label for="understand">我了解電子郵件別名設定之後不能修改</label></div>
<button type="submit" name="action" value="cancel">取消啟用</button> <button type="submit" name="action" value="activate">啟用雲端服務</button></form>""", errors, "網路帳號服務")

    def cloud_password(self, ask: Request, who: str) -> Response:
        errors: Errors = {}
        if ask.method == "POST":
            self.takes(ask, **{"cloud-password": "cloud_password", "cloud-password-again": "cloud_password_again"})
            if not self.honest(ask, who): return self.stale()
            if not self.truth.alias: errors["cloud-password"] = "帳號尚未啟用，請先辦理啟用"
            elif not strong(ask.get("cloud-password")): errors["cloud-password"] = "密碼至少8個字元，需包含英文及數字"
            elif ask.get("cloud-password") != ask.get("cloud-password-again"): errors["cloud-password-again"] = "兩次輸入的密碼不同"
            else:
                self.truth.cloud_password = ask.get("cloud-password")
                self.truth.counts["cloud_password_reset"] += 1
                return self.page("重置結果", '<p>新密碼即時生效。</p><p><a href="/leave">結束並離開</a></p>', banner="雲端服務密碼重置成功", crumbs="網路帳號服務")
        return self.page("重置雲端服務密碼", f"""<form method="post" action="/reset/cloud-password" novalidate>{self.hidden(who)}<fieldset><legend>新的雲端服務密碼</legend>{self.field("cloud-password", "新密碼", errors, kind="password")}{self.field("cloud-password-again", "再次輸入新密碼", errors, kind="password")}</fieldset><button type="submit">確定重置</button></form><p><a href="/leave">結束並離開</a></p>""", errors, "網路帳號服務")

    # ---------- mail
    def mail(self, ask: Request) -> Response:
        hit = self.shared(ask)
        if hit: return hit
        who = ask.cookies.get("mail-visit", "")
        if who in self.readers:
            if ask.path == "/sign-out" and ask.method == "POST":
                self.takes(ask)
                if not self.honest(ask, who): return self.stale()
                self.readers.discard(who)
                self.truth.sessions.discard("mail:" + who)
                self.truth.counts["sign_out_mail"] += 1
                return redirect("/", status=303)
            return self.page("收件匣", f"""<p>{esc(self.truth.alias)}@ntuh.gov.tw</p><table><caption>郵件清單</caption><thead><tr><th scope="col">寄件者</th><th scope="col">主旨</th></tr></thead><tbody><tr><td>資訊室</td><td>電子郵件使用須知</td></tr></tbody></table>
<form method="post" action="/sign-out">{self.hidden(who)}<button type="submit">登出信箱</button></form>""", crumbs="電子信箱")
        errors: Errors = {}
        if ask.method == "POST":
            self.takes(ask, **{"mail-account": "mail_account", "mail-password": "mail_password", "captcha-answer": "captcha"})
            good = self.solved(ask)
            if not self.honest(ask, who): return self.stale()
            if not good: errors["captcha-answer"] = "驗證碼不正確"
            elif not self.truth.alias or ask.get("mail-account").strip().lower().split("@")[0] != self.truth.alias or ask.get("mail-password") != self.truth.cloud_password:
                errors["mail-account"] = "帳號或密碼不正確"
            if not errors:
                fresh = secrets.token_urlsafe(18)
                self.readers.add(fresh)
                self.truth.sessions.add("mail:" + fresh)
                self.truth.counts["mail_sign_in"] += 1
                return redirect("/inbox", ("Set-Cookie", f"mail-visit={fresh}; Path=/; HttpOnly"), status=303)
        elif ask.path != "/": return redirect("/")
        visitor = who or secrets.token_urlsafe(18)
        return self.page("登入電子信箱", f"""<form method="post" action="/" novalidate>{self.hidden(visitor)}<fieldset><legend>登入資料</legend>{self.field("mail-account", "帳號:", errors, value=ask.get("mail-account"), more='autocomplete="username"')}{self.field("mail-password", "密碼:", errors, kind="password", more='autocomplete="current-password"')}</fieldset>
<fieldset><legend>圖形驗證</legend>{self.puzzle(errors, "(小寫字母或數字)", "abcdefghjkmnpqrstwxyz23456789", 5)}</fieldset>
<div class="form-group"><input type="checkbox" id="remember-me" name="remember-me" value="yes"><label for="remember-me">記住登入資訊 (公用電腦請勿勾選)</label></div><button type="submit">登入</button></form>
<section><h2>公佈欄</h2><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p><p>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}/">https://help.ntuh.gov.tw/</a></p></section>""", errors, cookie=f"mail-visit={visitor}; Path=/; HttpOnly")


RULES = """<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<section aria-labelledby="rules"><h2 id="rules">《規範》</h2><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同，以確保個人資料安全。</li></ul></section>
<section aria-labelledby="faq"><h2 id="faq">《常見問題與服務》</h2><details><summary>密碼修改後多久可以生效</summary><p>即時生效。</p></details><details><summary>忘記密碼</summary><p>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></details></section>
<section aria-labelledby="apply"><h2 id="apply">線上申辦</h2><ul><li><a role="button" href="/activate/identity">啟用網路帳號及首次雲端帳號密碼設定</a><p>啟用本院微軟相關服務，如：Office365, Outlook...</p></li><li><a role="button" href="/reset/identity">重置雲端服務密碼</a><p>重設非Portal帳號的密碼</p></li><li><a role="button" href="/sitemap">總院廠商VPN展延申請</a></li></ul></section>"""

"""JSF 2.2 (Mojarra) with PrimeFaces 5, about 2016: everything rendered on the server, ajax="false" throughout."""

from __future__ import annotations

import html
import re
import secrets
import sys
import time
from pathlib import Path


from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402

VS = "javax.faces.ViewState"
CAMPUS = [("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("T4", "新竹分院"), ("Y0", "雲林分院")]
PHONES = [("english_surname", "ename:last"), ("english_given", "ename:first"), ("english_middle", "ename:mid"),
          ("office_phone", "tel:office"), ("home_phone", "tel:home"), ("mobile_phone", "tel:cell")]

def esc(text: str) -> str:
    return html.escape(text, quote=True)

def growl(ident: str, kind: str, text: str) -> str:
    """p:messages"""
    inner = (f'<div class="ui-messages-{kind} ui-corner-all"><a href="#" class="ui-messages-close" onclick="$(this).parent().slideUp();return false;"><span class="ui-icon ui-icon-close"></span></a>'
             f'<span class="ui-messages-{kind}-icon"></span><ul><li><span class="ui-messages-{kind}-summary">{esc(text)}</span></li></ul></div>') if text else ""
    return f'<div id="{ident}" class="ui-messages ui-widget" aria-live="polite">{inner}</div>'

def text_in(ident: str, value: str = "", more: str = "", kind: str = "text") -> str:
    look = "ui-inputfield ui-password" if kind == "password" else "ui-inputfield ui-inputtext"
    filled = f' value="{esc(value)}"' if value else ""
    return (f'<input id="{ident}" name="{ident}" type="{kind}"{filled} class="{look} ui-widget ui-state-default ui-corner-all"{more} />')

def button(ident: str, label: str, icon: str = "", look: str = "") -> str:
    left = f'<span class="ui-button-icon-left ui-icon ui-c {icon}"></span>' if icon else ""
    side = "ui-button-text-icon-left" if icon else "ui-button-text-only"
    return (f'<button id="{ident}" name="{ident}" class="ui-button ui-widget ui-state-default ui-corner-all {side} {look}" type="submit">'
            f'{left}<span class="ui-button-text ui-c">{label}</span></button>')

def grid(*rows: tuple[str, str, str]) -> str:
    """h:panelGrid: (for, label, control)"""
    out = "".join(f'<tr><td class="lbl">{f"<label for={chr(34)}{f}{chr(34)} class={chr(34)}ui-outputlabel ui-widget{chr(34)}>{la}</label>" if f else la}</td><td>{c}</td></tr>\n'
                  for f, la, c in rows)
    return f'<table class="ui-panelgrid ui-widget" role="grid"><tbody>\n{out}</tbody></table>'

STAR = '<span class="ui-outputlabel-rfi">*</span>'

class TheSite(Site):
    title = "jsf_primefaces_2016"
    def __init__(self) -> None:
        super().__init__()
        self.beans: dict[str, dict[str, str]] = {}
        self.tickets: dict[str, str] = {}  # SESSION= for the inner pages -> portal's JSESSIONID
    def _session(self, r: Request, app: str) -> tuple[str, dict[str, str], list[tuple[str, str]]]:
        """@SessionScoped beans by a cookie of each application."""
        name = "JSESSIONID" + app
        sid = r.cookies.get(name, "")
        if sid in self.beans and self.beans[sid].get("app") == app:
            return sid, self.beans[sid], []
        sid = secrets.token_hex(16).upper()
        self.beans[sid] = {"app": app}
        return sid, self.beans[sid], [("Set-Cookie", f"{name}={sid}; Path=/; HttpOnly")]
    def _form(self, b: dict[str, str], path: str, ident: str, inner: str) -> str:
        state = b.setdefault("new:" + path, f"{secrets.randbits(62)}:-{secrets.randbits(62)}")
        return (f'<form id="{ident}" name="{ident}" method="post" action="{path}" enctype="application/x-www-form-urlencoded">\n<input type="hidden" name="{ident}" value="{ident}" />\n{inner}\n'
                f'<input type="hidden" name="{VS}" id="{ident}:{VS}:0" value="{state}" autocomplete="off" /></form>')
    def _restored(self, r: Request, b: dict[str, str]) -> bool:
        """Restore View: only the newest state of the page counts."""
        want = b.pop("new:" + r.path, "")
        return bool(want) and r.get(VS) == want
    def _view(self, title: str, body: str, cookies: list[tuple[str, str]] | None = None, status: int = 200) -> Response:
        return Response(f"""<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml"><head id="j_idt2"><meta charset="UTF-8" /><link type="text/css" rel="stylesheet" href="/javax.faces.resource/theme.css.xhtml?ln=primefaces-bootstrap" />
<script type="text/javascript" src="/javax.faces.resource/jquery/jquery.js.xhtml?ln=primefaces&amp;v=5.3"></script><script type="text/javascript" src="/javax.faces.resource/primefaces.js.xhtml?ln=primefaces&amp;v=5.3"></script>
<script type="text/javascript">if(window.PrimeFaces){{PrimeFaces.settings.locale='zh_TW';}}</script>
<title>{title}</title></head><body><div id="j_idt5" class="ui-layout-north"><h1>{title}</h1></div>
<div class="ui-layout-center">{body}</div><div class="footer">© 2016 資訊室 Information Systems Office　分機 261120</div></body></html>""", status, headers=[("Cache-Control", "no-cache, no-store"), *(cookies or [])])
    def _expired(self, home: str, cookies: list[tuple[str, str]] | None = None) -> Response:
        return self._view("頁面已失效", growl("msgs", "error", "畫面閒置過久或工作階段已結束，請重新進入。") + f'<a class="ui-link ui-widget" href="{home}">重新進入</a>', cookies)
    def _graphic(self, b: dict[str, str], letters: str, length: int) -> Response:
        b["kaptcha"] = self.truth.new_captcha(letters, length)
        return Response(picture(b["kaptcha"], "JPEG"), kind="image/jpeg", headers=[("Cache-Control", "no-store")])
    def _kaptcha(self, b: dict[str, str], typed: str) -> bool:
        want, newest = b.pop("kaptcha", ""), self.truth.captcha
        self.truth.captcha = ""
        return bool(want) and want == newest and typed.strip().lower() == want.lower()
    def portal(self, r: Request) -> Response:
        sid, b, ck = self._session(r, "P")
        t = self.truth
        if r.path == "/kaptcha.jpg":
            return self._graphic(b, "123456789BDFHJLNPRTVXZ", 6)
        if r.path == "/portal/login.xhtml":
            error = ""
            if r.method == "POST":
                self.takes(r, **{"loginForm:hosp_input": "campus", "loginForm:j_idt12:user": "employee_id", "loginForm:j_idt12:pwd": "portal_password", "loginForm:j_idt12:kap": "captcha"})
                if not self._restored(r, b):
                    error = "畫面已失效，請重新輸入"
                elif r.has("loginForm:j_idt21"):
                    return self._login(r, b, "", ck)
                elif not self._kaptcha(b, r.get("loginForm:j_idt12:kap")):
                    error = "驗證碼不符，請輸入新圖片中的文字"
                elif r.get("loginForm:hosp_input") not in dict(CAMPUS):
                    error = "院區: 值無效"
                elif r.get("loginForm:j_idt12:user").strip() != t.person.employee_id or r.get("loginForm:j_idt12:pwd") != t.portal_password:
                    error = "登入失敗：查無此帳號或密碼不正確"
                else:
                    b["user"] = t.person.employee_id
                    ticket = secrets.token_hex(16)
                    self.tickets[ticket] = sid
                    b["ticket"] = ticket
                    t.sessions.add("portal:" + sid)
                    t.counts["sign_in"] += 1
                    return redirect("/portal/home.xhtml", *ck)
                t.counts["sign_in_refused"] += 1
            return self._login(r, b, error, ck)
        if r.path == "/portal/home.xhtml":
            if "user" not in b:
                return self._expired("/portal/login.xhtml", ck)
            if r.method == "POST":
                self.takes(r)
                if self._restored(r, b) and r.has("topForm:j_idt18"):
                    t.sessions.discard("portal:" + sid)
                    t.counts["sign_out_portal"] += 1
                    self.tickets.pop(b["ticket"], None)
                    self.beans.pop(sid, None)
                    return redirect("/portal/login.xhtml")
            return self._home(b)
        return redirect("/portal/login.xhtml", *ck)
    def _login(self, r: Request, b: dict[str, str], error: str, ck: list[tuple[str, str]]) -> Response:
        chosen = r.get("loginForm:hosp_input", "T0")
        options = "".join(f'<option value="{v}"{" selected=" + chr(34) + "selected" + chr(34) if v == chosen else ""}>{n}</option>' for v, n in CAMPUS)
        menu = (f'<div id="loginForm:hosp" class="ui-selectonemenu ui-widget ui-state-default ui-corner-all"><div class="ui-helper-hidden-accessible"><input id="loginForm:hosp_focus" name="loginForm:hosp_focus" type="text" autocomplete="off" /></div>'
                f'<div class="ui-helper-hidden-accessible"><select id="loginForm:hosp_input" name="loginForm:hosp_input" tabindex="-1">{options}</select></div></div>')
        c = "loginForm:j_idt12:"
        body = growl("loginForm:msgs", "error", error) + '<h3>登入本院PORTAL系統</h3>' + grid(
            ("loginForm:hosp_focus", "院區", menu), (c + "user", "帳號" + STAR, text_in(c + "user", r.get(c + "user"), ' maxlength="6" placeholder="6位數數字" aria-required="true"')),
            (c + "pwd", "密碼" + STAR, text_in(c + "pwd", "", ' autocomplete="off" aria-required="true"', "password")),
            (c + "kap", "驗證碼" + STAR, text_in(c + "kap", "", ' size="8" maxlength="6" autocomplete="off"') + f' <img id="{c}img" src="/kaptcha.jpg?pfdrid_c=false&amp;t={secrets.randbelow(10**6)}" alt="" /> {button("loginForm:j_idt21", "換圖", "ui-icon-refresh")} (不用區分大小寫)'))
        body += button("loginForm:j_idt24", "登入 Login", "ui-icon-unlocked")
        return self._view("醫療資訊系統", self._form(b, "/portal/login.xhtml", "loginForm", body), ck)
    def _home(self, b: dict[str, str]) -> Response:
        sso = f'{self.urls["inner"]}/hr/sso.xhtml?SESSION={b["ticket"]}&amp;view='
        items = [("更改密碼", sso + "password", "ui-icon-key"), ("個人簽章提醒設定", "#", "ui-icon-flag"), ("員工待遇福利查詢", "#", "ui-icon-search"), ("查詢員工連絡資料", "#", "ui-icon-search"),
                 ("維護個人連絡資料", sso + "contact", "ui-icon-contact"), ("個人就醫紀錄查詢", "#", "ui-icon-document"), ("流感同意書列印", "#", "ui-icon-print")]
        lis = "".join(f'<li class="ui-menuitem ui-widget ui-corner-all" role="menuitem"><a class="ui-menuitem-link ui-corner-all" href="{u}"><span class="ui-menuitem-icon ui-icon {i}"></span><span class="ui-menuitem-text">{n}</span></a></li>' for n, u, i in items)
        search = '<input type="text" id="topForm:q_input" name="topForm:q_input" class="ui-autocomplete-input" placeholder="搜尋功能…" autocomplete="off" />'
        top = self._form(b, "/portal/home.xhtml", "topForm", f'<span>{self.truth.person.name} 您好!</span> {search} {button("topForm:j_idt18", "登出", "ui-icon-power")}')
        return self._view("醫療資訊系統", f"""{top}<div id="j_idt28" class="ui-menu ui-widget"><ul class="ui-menu-list ui-helper-reset" role="menu"><li class="ui-widget-header ui-corner-all"><h3>個人管理</h3></li>{lis}</ul></div>
<div id="j_idt40" class="ui-datatable ui-widget"><div class="ui-datatable-header">全院公告 <span class="badge">2</span></div><table role="grid"><tbody><tr><td>2016/10/21</td><td>資訊安全教育訓練開始報名</td></tr><tr><td>2016/09/02</td><td>請定期更新個人密碼</td></tr></tbody></table></div>""")
    def inner(self, r: Request) -> Response:
        sid, b, ck = self._session(r, "H")
        t, home = self.truth, self.urls["portal"] + "/portal/home.xhtml"
        if r.path == "/hr/sso.xhtml":
            if r.query.get("SESSION") not in self.tickets:
                return self._expired(home, ck)
            b["ticket"] = r.query["SESSION"]
            return redirect("/hr/contact.xhtml" if r.query.get("view") == "contact" else "/hr/password.xhtml", *ck)
        if b.get("ticket") not in self.tickets:
            return self._expired(home, ck)
        crumb = f'<div class="ui-breadcrumb ui-widget"><a href="{home}">回功能選單</a> &gt; 個人管理</div>'
        if r.path == "/hr/password.xhtml":
            kind, text = "error", ""
            if r.method == "POST":
                self.takes(r, **{"pf:j_idt9:old": "old_password", "pf:j_idt9:new1": "new_password", "pf:j_idt9:new2": "new_password_again"})
                old, new, again = (r.get("pf:j_idt9:" + k) for k in ("old", "new1", "new2"))
                if not self._restored(r, b):
                    text = "畫面已失效，請重新輸入"
                elif old != t.portal_password:
                    text = "目前密碼驗證未通過"
                elif new != again:
                    text = "新密碼: 兩個欄位應相同"
                elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search(r"\d", new) or new == old:
                    text = "新密碼未達密碼設定條件"
                else:
                    t.portal_password = new
                    kind, text = "info", "密碼更新成功"
                t.counts["password_changed" if kind == "info" else "password_refused"] += 1
            p = "pf:j_idt9:"
            rows = grid((p + "old", "請輸入舊密碼：", text_in(p + "old", kind="password")), (p + "new1", "請輸入新密碼：", text_in(p + "new1", kind="password")),
                        (p + "new2", "請再輸入新密碼：", text_in(p + "new2", kind="password")), ("", "密碼強度檢核：", '<div class="ui-password-panel ui-helper-hidden" style="display:none"><div class="ui-password-info">請輸入密碼</div></div>'))
            hint = '<div class="ui-panel">密碼設定條件：<ul><li>1.密碼長度不可少於8個字元</li><li>2.密碼內容需包含英文及數字</li></ul></div>'
            return self._view("更改密碼", crumb + self._form(b, r.path, "pf", growl("pf:msgs", kind, text) + rows + button("pf:j_idt15", "確認變更", "ui-icon-check")) + hint)
        if r.path == "/hr/contact.xhtml":
            now = {k: t.saved_contact.get(k, getattr(t.person, k)) for k, _ in PHONES}
            kind, text = "error", ""
            if r.method == "POST":
                self.takes(r, **{"cf:tel:cell": "mobile_phone"})
                if not self._restored(r, b) or not all(r.has("cf:" + n) for _, n in PHONES):
                    text = "畫面已失效，資料未異動"
                elif not re.fullmatch(r"09\d{8}", r.get("cf:tel:cell").strip()):
                    text = "行動電話: 驗證錯誤，須為09開頭共10碼數字"
                else:
                    now = {k: r.get("cf:" + n).strip() for k, n in PHONES}
                    t.saved_contact.update(now)
                    t.counts["contact_saved"] += 1
                    kind, text = "info", "連絡資料異動完成"
            x = {k: text_in("cf:" + n, now[k], ' maxlength="30"') for k, n in PHONES}
            rows = grid(("", "員工編號：", t.person.employee_id), ("", "姓名：", t.person.name), ("cf:ename:last", "英文姓：", x["english_surname"] + " ex:Chen(陳)"),
                        ("cf:ename:first", "英文首名：", x["english_given"] + " ex: Yi-Fen(怡芬)"), ("cf:ename:mid", "英文中名：", x["english_middle"] + " ex:Mary 為英文別名，如無，可不填"),
                        ("cf:tel:office", "辦公室電話：", x["office_phone"] + " ex:61234或23123456"), ("cf:tel:home", "住宅電話：", x["home_phone"] + " ex:0223123456"),
                        ("cf:tel:cell", "行動電話：", x["mobile_phone"] + " ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))
            bar = f'<div class="ui-toolbar ui-widget-header">{button("cf:j_idt11", "異動儲存", "ui-icon-disk")}</div>'
            return self._view("台大醫院---維護個人連絡資料", crumb + self._form(b, r.path, "cf", growl("cf:msgs", kind, text) + bar + rows))
        return self._view("404", "找不到頁面", ck, 404)
    def account(self, r: Request) -> Response:
        sid, b, ck = self._session(r, "A")
        t, p = self.truth, self.truth.person
        if r.path == "/help/index.xhtml":
            if r.method == "POST":
                self.takes(r)
                if not self._restored(r, b):
                    return self._expired("/help/index.xhtml", ck)
                b["act"] = "reset" if r.has("idx:j_idt33") else "open"
                return redirect("/help/verify.xhtml", *ck)
            body = f"""<div class="ui-accordion ui-widget"><h3 class="ui-accordion-header">《規範》</h3><div class="ui-accordion-content">網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用。請勿冒用院內同仁申請網路帳號。</div>
<h3 class="ui-accordion-header">《常見問題與服務》</h3><div class="ui-accordion-content">密碼修改後多久可以生效：即時生效。<br/>忘記密碼：請以下方按鈕取得簡訊後進行密碼設定。</div></div>
<p>{button("idx:j_idt30", "啟用網路帳號及首次雲端帳號密碼設定", "ui-icon-person")}</p><p>{button("idx:j_idt33", "重置雲端服務密碼", "ui-icon-refresh")} Email, 無線網路, KM, VPN</p>"""
            return self._view("網路帳號服務", self._form(b, r.path, "idx", body), ck)
        if r.path == "/help/verify.xhtml":
            if r.method == "GET":
                return self._verify(b, ck)
            self.takes(r, **{"vf:j_idt14:acc": "employee_id", "vf:j_idt14:otp": "code", "dlgForm:phone": "registered_phone"})
            if not self._restored(r, b):
                return self._verify(b, ck, "error", "畫面已失效，請重新操作")
            if r.has("dlgForm:j_idt42"):
                return self._verify(b, ck)
            if r.has("dlgForm"):
                if b.get("acc") != p.employee_id or r.get("dlgForm:phone").strip() != t.saved_contact.get("mobile_phone", p.mobile_phone):
                    return self._verify(b, ck, "error", "輸入的門號與帳號登記門號不同", bool(b.get("acc")))
                b["otp"], b["at"] = t.new_message(), str(time.time())
                return self._verify(b, ck, "info", "動態碼簡訊發送成功：成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」")
            acc = r.get("vf:j_idt14:acc").strip()
            if not re.fullmatch(r"\d{6}", acc):
                return self._verify(b, ck, "error", "網路帳號: 請輸入6位數數字")
            b["acc"] = acc
            if r.has("vf:j_idt16"):
                return self._verify(b, ck, "", "", True)
            code = b.get("otp", "")
            if not code or acc != p.employee_id or code != t.messages[-1] or r.get("vf:j_idt14:otp").strip() != code:
                text = "動態碼不正確"
            elif time.time() - float(b["at"]) > 120:
                text = "動態碼已超過2分鐘，請重新發送"
            else:
                b.pop("otp")
                b["proved"] = "1"
                t.sessions.add("account:" + sid)
                t.counts["code_accepted"] += 1
                return redirect("/help/reset.xhtml" if b.get("act") == "reset" else "/help/cloud.xhtml")
            t.counts["code_refused"] += 1
            return self._verify(b, ck, "error", text)
        if r.path in ("/help/cloud.xhtml", "/help/reset.xhtml"):
            if "proved" not in b:
                return self._expired("/help/index.xhtml", ck)
            return self._cloud(r, sid, b, r.path.endswith("reset.xhtml"))
        return redirect("/help/index.xhtml", *ck)
    def _verify(self, b: dict[str, str], ck: list[tuple[str, str]], kind: str = "error", text: str = "", dialog: bool = False) -> Response:
        v = "vf:j_idt14:"
        title = "重置雲端服務密碼" if b.get("act") == "reset" else "啟用網路帳號及首次雲端帳號密碼設定"
        form = grid((v + "acc", "網路帳號 / 主職員工編號", text_in(v + "acc", b.get("acc", ""), ' maxlength="6"') + button("vf:j_idt16", "發送簡訊動態碼", "ui-icon-mail-closed")),
                    (v + "otp", "簡訊(或MOTP)動態碼", text_in(v + "otp", "", ' maxlength="6" autocomplete="off"')), ("", "", button("vf:j_idt19", "下一步", "ui-icon-arrow-1-e")))
        box = self._form(b, "/help/verify.xhtml", "dlgForm", f'<label for="dlgForm:phone">請輸入帳號登記的手機門號(10碼)</label><br/>{text_in("dlgForm:phone", "", " maxlength=" + chr(34) + "10" + chr(34))}<br/>{button("dlgForm:j_idt41", "確定發送")} {button("dlgForm:j_idt42", "取消")}')
        shown = "display:block" if dialog else "display:none"
        return self._view("身分驗證", f"""<div class="ui-panel"><b>注意事項</b><ul><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div><h3>{title}</h3>
{growl("msgs", kind or "info", text)}{self._form(b, "/help/verify.xhtml", "vf", form)}
<div id="phoneDlg" class="ui-dialog ui-widget ui-widget-content ui-corner-all" role="dialog" style="{shown}"><div class="ui-dialog-content">{box}</div></div>""", ck)
    def _cloud(self, r: Request, sid: str, b: dict[str, str], reset: bool) -> Response:
        t, p, kind, text = self.truth, self.truth.person, "error", ""
        if r.method == "POST":
            self.takes(r, **{"ac:j_idt20:alias": "alias", "ac:j_idt20:cp1": "cloud_password", "ac:j_idt20:cp2": "cloud_password_again"})
            alias, one, two = (r.get("ac:j_idt20:" + k) for k in ("alias", "cp1", "cp2"))
            alias = alias.strip()
            if not self._restored(r, b):
                text = "畫面已失效，請重新操作"
            elif r.has("ac:j_idt26") or r.has("ac:j_idt29"):
                t.sessions.discard("account:" + sid)
                t.counts["sign_out_account"] += 1
                self.beans.pop(sid, None)
                return redirect("/help/index.xhtml")
            elif t.alias and not reset:
                text = "雲端服務帳號已存在，不可再次啟用"
            elif reset and not t.alias:
                text = "尚未啟用網路帳號，請先啟用"
            elif not reset and not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", alias):
                text = "電子郵件名稱: 格式不正確，僅可使用英數字及 . - _"
            elif not reset and alias.lower() == "taken.name":
                text = "電子郵件名稱已被其他同仁使用"
            elif one != two or len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search(r"\d", one):
                text = "雲端服務密碼: 兩次須相同，至少8碼並含英文及數字"
            else:
                t.cloud_password = one
                if not reset:
                    t.alias = alias
                    t.counts["activated"] += 1
                kind, text = "info", "雲端服務密碼重置完成" if reset else f"恭喜您，雲端服務已完成啟用，信箱為 {alias}@ntuh.gov.tw"
        c = "ac:j_idt20:"
        rows = [("", "網路帳號 / 主職員工編號", p.employee_id), ("", "帳號姓名", p.name), ("", "主職單位", p.unit), ("", "有效期限", p.valid_until)]
        pair = [(c + "cp1", "雲端服務密碼" + STAR, text_in(c + "cp1", "", ' autocomplete="off"', "password")), (c + "cp2", "再次輸入雲端服務密碼" + STAR, text_in(c + "cp2", "", ' autocomplete="off"', "password"))]
        leave = button("ac:j_idt29", "離開", "ui-icon-power")
        if reset:
            rows, leave = pair, button("ac:j_idt31", "確定重置") + leave
        elif t.alias:
            rows.append(("", "雲端服務帳號 (電子郵件名稱)", f"{esc(t.alias)}@ntuh.gov.tw"))
            kind, text = (kind, text) if text else ("warn", "本帳號之雲端服務已於先前啟用")
        else:
            rows += [(c + "alias", "雲端服務帳號 (電子郵件名稱)", text_in(c + "alias", r.get(c + "alias"), ' maxlength="64"') + "@ntuh.gov.tw 名稱長度限64字元內"), *pair]
            leave = button("ac:j_idt26", "取消啟用") + " " + button("ac:j_idt27", "啟用雲端服務", "ui-icon-check") + "服務於設定完成隔日生效"
        title = "重置雲端服務密碼" if reset else "設定密碼與郵件別名"
        return self._view(title, self._form(b, r.path, "ac", growl("ac:msgs", kind, text) + grid(*rows) + leave))
    def mail(self, r: Request) -> Response:
        sid, b, ck = self._session(r, "M")
        t, m, error = self.truth, "mf:j_idt8:", ""
        if r.path == "/kaptcha.jpg":
            return self._graphic(b, "abcdefghkmnprstuvwxy2345678", 5)
        if r.path == "/mail/inbox.xhtml" and "user" in b:
            if r.method == "POST":
                self.takes(r)
                if self._restored(r, b) and r.has("inb:j_idt7"):
                    t.sessions.discard("mail:" + sid)
                    t.counts["sign_out_mail"] += 1
                    self.beans.pop(sid, None)
                    return redirect("/mail/login.xhtml")
            return self._view("收件匣", self._form(b, r.path, "inb", f'{esc(b["user"])}@ntuh.gov.tw {button("inb:j_idt7", "登出", "ui-icon-power")}') + '<table role="grid"><tr><th>寄件者</th><th>主旨</th></tr><tr><td>資訊室</td><td>歡迎使用</td></tr></table>')
        if r.path != "/mail/login.xhtml":
            return redirect("/mail/login.xhtml", *ck)
        if r.method == "POST":
            self.takes(r, **{m + "acct": "mail_account", m + "pwd": "mail_password", m + "kap": "captcha"})
            if not self._restored(r, b):
                error = "畫面已失效，請重新輸入"
            elif not self._kaptcha(b, r.get(m + "kap")):
                error = "驗證碼不符"
            elif not t.alias or r.get(m + "acct").strip().lower() != t.alias.lower() or r.get(m + "pwd") != t.cloud_password:
                error = "帳號或密碼不正確"
            else:
                b["user"] = t.alias
                t.sessions.add("mail:" + sid)
                t.counts["mail_sign_in"] += 1
                return redirect("/mail/inbox.xhtml", *ck)
        body = growl("mf:msgs", "error", error) + grid((m + "acct", "帳號:", text_in(m + "acct")), (m + "pwd", "密碼:", text_in(m + "pwd", kind="password")),
            (m + "kap", "驗證碼(小寫字母或數字):", text_in(m + "kap", "", ' maxlength="5" autocomplete="off"') + f'<img src="/kaptcha.jpg?t={secrets.randbelow(10**6)}" alt="" />'),
            ("", "", '<div id="mf:keep" class="ui-chkbox ui-widget"><div class="ui-helper-hidden-accessible"><input id="mf:keep_input" name="mf:keep_input" type="checkbox" /></div></div><label for="mf:keep_input">記住登入資訊</label> (公用電腦請勿勾選)'))
        return self._view("電子郵件", self._form(b, r.path, "mf", body + button("mf:j_idt15", "登入", "ui-icon-mail-open")) + f'<h3>公佈欄</h3>※如無法登入，請先至下方網址變更密碼：<a href="{self.urls["account"]}/">https://help.ntuh.gov.tw/</a>', ck)

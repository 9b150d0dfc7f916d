"""JSF pages with PrimeFaces markup, rendered by the server: ViewState, form:j_idt names, messages, dialogs, command links."""

from __future__ import annotations

import re
import secrets
import time
from html import escape as esc

from truth import Request, Response, Site, picture, redirect

VS = "javax.faces.ViewState"
HEAD = """<link type="text/css" rel="stylesheet" href="javax.faces.resource/theme.css.xhtml?ln=primefaces-aristo" />
<style>.ui-hidden{display:none}.ui-helper-hidden-accessible{}.ui-messages-error{color:#c00}.ui-messages-info{color:#060}.ui-dialog{border:2px solid #99b;background:#fff;padding:12px;width:420px}
.ui-menu-child{margin-left:16px}.ui-button-icon-left{display:inline-block;width:4px}</style>
<script type="text/javascript">
var mojarra={jsfcljs:function(f,pvp,t){for(var k in pvp){var i=document.createElement('input');i.type='hidden';i.name=k;i.value=pvp[k];f.appendChild(i);}f.submit();}};
var PF=function(w){return {hide:function(){document.getElementById(w).style.display='none';},show:function(){document.getElementById(w).style.display='block';}};};
var PrimeFaces={cw:function(k,w,c){},growl:function(l){window.setTimeout(function(){var d=document.createElement('div');d.className='ui-growl';d.innerHTML=l[0].summary+'<br/>'+l[0].detail;document.body.appendChild(d);},50);}};
</script>"""


class TheSite(Site):
    title = "jsf_primefaces_look"

    def __init__(self) -> None:
        super().__init__()
        self.views: dict[str, dict] = {}
        self.words: dict[str, str] = {}
        self.http: dict[str, dict] = {}

    # ---- faces
    def session(self, q: Request, context: str) -> tuple[str, dict]:
        sid = q.cookies.get("JSESSIONID", "")
        m = re.search(r";jsessionid=([0-9A-F]+)", q.path)
        sid = m[1] if m else sid
        if self.http.get(sid, {}).get("context") != context:
            sid = secrets.token_hex(16).upper()
            self.http[sid] = {"context": context}
        return sid, self.http[sid]

    def restore(self, q: Request, page: str, sid: str) -> dict | None:
        view = self.views.pop(q.get(VS), None)
        return view if view and view["page"] == page and view["sid"] == sid else None

    def render(self, context: str, page: str, sid: str, title: str, body: str, *, data: dict | None = None, error: str = "", info: str = "", growl: str = "") -> Response:
        vid = f"{secrets.randbits(62)}:-{secrets.randbits(62)}"
        self.views[vid] = {"page": page, "sid": sid, **(data or {})}
        state = f'<input type="hidden" name="{VS}" id="j_id1:{VS}:{secrets.randbelow(9)}" value="{vid}" autocomplete="off" />'
        told = ""
        for kind, words in (("error", error), ("info", info)):
            if words:
                told += (f'<div class="ui-messages-{kind} ui-corner-all"><span class="ui-messages-{kind}-icon"></span><ul><li>'
                         f'<span class="ui-messages-{kind}-summary">{words}</span></li></ul></div>')
        pop = f'<script type="text/javascript">PrimeFaces.growl([{{summary:"{growl.split("|")[0]}",detail:"{growl.split("|")[-1]}",severity:"info"}}]);</script>' if growl else ""
        text = f"""<?xml version="1.0" encoding="UTF-8" ?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml"><head id="j_idt2"><meta http-equiv="Content-Type" content="text/html; charset=UTF-8" /><title>{title}</title>
{HEAD}</head><body>
<div id="j_idt5" class="ui-panel ui-widget ui-widget-content ui-corner-all"><div class="ui-panel-titlebar ui-widget-header"><span class="ui-panel-title">{title}</span></div>
<div class="ui-panel-content"><div id="msgs" class="ui-messages ui-widget" aria-live="polite">{told}</div>
{body.replace('</form>', state + '</form>')}
</div></div>{pop}</body></html>"""
        return Response(text, headers=[("Set-Cookie", f"JSESSIONID={sid}; Path=/{context}; HttpOnly"), ("Cache-Control", "no-cache"), ("X-Powered-By", "JSF/2.2")])

    def expired(self, back: str) -> Response:
        return Response(f'<html><head><title>Error</title></head><body><h1>ViewExpiredException</h1><p>畫面已過期，viewId could not be restored.</p><a href="{back}">重新整理</a></body></html>', 500)

    def start_form(self, fid: str, action: str) -> str:
        return f'<form id="{fid}" name="{fid}" method="post" action="{action}" enctype="application/x-www-form-urlencoded"><input type="hidden" name="{fid}" value="{fid}" />'

    def field(self, cid: str, text: str, value: str = "", *, kind: str = "text", most: int = 60, hint: str = "", must: bool = True) -> str:
        star = '<span class="ui-outputlabel-rfi">*</span>' if must else ""
        css = "ui-inputfield ui-password" if kind == "password" else "ui-inputfield ui-inputtext"
        return (f'<tr><td role="gridcell" class="ui-panelgrid-cell"><label id="{cid}_lbl" class="ui-outputlabel ui-widget" for="{cid}">{text}{star}</label></td>'
                f'<td role="gridcell" class="ui-panelgrid-cell"><input id="{cid}" name="{cid}" type="{kind}" value="{esc(value)}" maxlength="{most}" class="{css} ui-widget ui-state-default ui-corner-all" aria-required="{str(must).lower()}" /> {hint}</td></tr>\n')

    def press(self, cid: str, text: str, icon: str = "ui-icon-check", more: str = "") -> str:
        return (f'<button id="{cid}" name="{cid}" class="ui-button ui-widget ui-state-default ui-corner-all ui-button-text-icon-left" type="submit" {more}>'
                f'<span class="ui-button-icon-left ui-icon {icon}"></span><span class="ui-button-text ui-c">{text}</span></button>')

    def command(self, fid: str, cid: str, text: str) -> str:
        return (f'<a id="{fid}:{cid}" href="#" class="ui-commandlink ui-widget" onclick="mojarra.jsfcljs(document.getElementById(\'{fid}\'),'
                f"{{'{fid}:{cid}':'{fid}:{cid}'}},'');return false\">{text}</a>")

    # ---- portal
    def portal(self, q: Request) -> Response:
        t = self.truth
        sid, s = self.session(q, "his-portal")
        path = q.path.split(";")[0]
        inside = "portal:" + sid in t.sessions
        if path.endswith("dynamiccontent.properties.xhtml"):
            self.words["p" + sid] = t.new_captcha()
            return Response(picture(t.captcha, "PNG"), kind="image/png", headers=[("Cache-Control", "no-store")])
        if path == "/his-portal/login.xhtml" and q.method == "POST":
            self.takes(q, **{"loginForm:campus_input": "campus", "loginForm:j_idt16": "employee_id", "loginForm:j_idt18": "portal_password", "loginForm:j_idt21": "captcha"})
            view, want, t.captcha = self.restore(q, "login", sid), t.captcha, ""
            if not view:
                return self.expired("/his-portal/login.xhtml")
            if not q.has("loginForm:j_idt27"):
                return self.login_page(sid)
            if q.get("loginForm:campus_input") not in ("T0", "T2", "T3", "T4", "T5", "Y0"):
                return self.login_page(sid, "院區: Validation Error: Value is not valid")
            if not want or self.words.get("p" + sid) != want or q.get("loginForm:j_idt21").strip().upper() != want:
                t.counts["sign_in_refused"] += 1
                return self.login_page(sid, "驗證碼: 與圖片不一致，請重新輸入")
            if q.get("loginForm:j_idt16").strip() != t.person.employee_id or q.get("loginForm:j_idt18") != t.portal_password:
                t.counts["sign_in_refused"] += 1
                return self.login_page(sid, "身分驗證失敗: 帳號不存在或密碼錯誤")
            t.sessions.add("portal:" + sid)
            t.counts["sign_in"] += 1
            return redirect(f"/his-portal/main.xhtml;jsessionid={sid}", ("Set-Cookie", f"JSESSIONID={sid}; Path=/his-portal; HttpOnly"))
        if path == "/his-portal/main.xhtml" and inside:
            if q.method == "POST":
                self.takes(q)
                if not self.restore(q, "main", sid):
                    return self.expired("/his-portal/main.xhtml")
                if q.has("menuForm:j_idt31"):
                    t.sessions.discard("portal:" + sid)
                    t.counts["sign_out_portal"] += 1
                    return redirect("/his-portal/login.xhtml")
                if q.has("menuForm:j_idt50"):
                    return redirect(f"{self.urls['inner']}/hr-self/chgpwd.xhtml?SESSION={sid}")
                if q.has("menuForm:j_idt55"):
                    return redirect(f"{self.urls['inner']}/hr-self/contact.xhtml?SESSION={sid}")
                return self.main_page(sid, "您無此功能權限")
            if q.query.get("logout") == "1":
                t.sessions.discard("portal:" + sid)
                t.counts["sign_out_portal"] += 1
                return redirect("/his-portal/login.xhtml")
            return self.main_page(sid)
        if path == "/his-portal/login.xhtml":
            return self.login_page(sid)
        return redirect("/his-portal/login.xhtml")

    def login_page(self, sid: str, error: str = "") -> Response:
        opts = "".join(f'<option value="{v}"{" selected=" + chr(34) + "selected" + chr(34) if v == "T0" else ""}>{n}</option>' for v, n in
                       [("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("T4", "新竹分院"), ("T5", "竹東分院"), ("Y0", "雲林分院")])
        radios = "".join(f'<td><input id="loginForm:menu:{i}" name="loginForm:menu" type="radio" value="{i}"{" checked=" + chr(34) + "checked" + chr(34) if not i else ""} /><label for="loginForm:menu:{i}">{n}</label></td>' for i, n in enumerate(["醫療相關選單", "行政系統選單", "門診系統"]))
        body = (self.start_form("loginForm", f"/his-portal/login.xhtml;jsessionid={sid}") + '<table class="ui-panelgrid ui-widget" role="grid"><tbody>\n'
                + '<tr><td><label class="ui-outputlabel" for="loginForm:campus_focus">院區</label></td><td><div id="loginForm:campus" class="ui-selectonemenu ui-widget"><div class="ui-helper-hidden-accessible">'
                f'<input id="loginForm:campus_focus" name="loginForm:campus_focus" type="text" autocomplete="off" role="combobox" readonly="readonly" style="width:1px;border:0" /></div><div class="ui-helper-hidden-accessible"><select id="loginForm:campus_input" name="loginForm:campus_input" tabindex="-1">{opts}</select></div></div></td></tr>\n'
                + self.field("loginForm:j_idt16", "帳號", most=6) + self.field("loginForm:j_idt18", "密碼", kind="password", most=32)
                + f'<tr><td></td><td><img id="loginForm:j_idt20" src="/his-portal/javax.faces.resource/dynamiccontent.properties.xhtml;jsessionid={sid}?ln=primefaces&amp;v=5.3&amp;pfdrid={secrets.token_hex(8)}" alt="" /></td></tr>\n'
                + self.field("loginForm:j_idt21", "驗證碼", most=6, hint="<small>(不用區分大小寫)</small>")
                + f'</tbody></table><table id="loginForm:menu"><tr>{radios}</tr></table>' + self.press("loginForm:j_idt27", "登入", "ui-icon-key") + self.press("loginForm:j_idt28", "重新取得圖片", "ui-icon-refresh") + "</form>")
        return self.render("his-portal", "login", sid, "醫療資訊系統 National Taiwan University Hospital", body, error=error)

    def main_page(self, sid: str, error: str = "") -> Response:
        tree = ""
        for n, (head, leaves) in enumerate([("醫療系統", ["門診系統", "住院系統"]), ("行政系統", ["差勤系統", "表單下載"]), ("個人管理", ["更改密碼", "個人簽章提醒設定", "薪資所得免稅額申報表", "員工待遇福利查詢", "查詢員工連絡資料", "維護個人連絡資料", "個人就醫紀錄查詢", "個人追蹤名單"])]):
            base = {0: 40, 1: 44, 2: 50}[n]
            tree += (f'<h3 class="ui-panelmenu-header ui-state-default" role="tab">{head}</h3><ul class="ui-menu-list ui-menu-child" role="menu">'
                     + "".join(f'<li class="ui-menuitem" role="menuitem">{self.command("menuForm", f"j_idt{base + i}", f"<span class={chr(34)}ui-menuitem-text{chr(34)}>{x}</span>")}</li>' for i, x in enumerate(leaves)) + "</ul>")
        body = (self.start_form("menuForm", "/his-portal/main.xhtml") + f'<div>{self.truth.person.name} 您好! ' + self.command("menuForm", "j_idt31", "登出") + f'</div><div id="menuForm:pm" class="ui-panelmenu">{tree}</div></form>'
                + self.start_form("j_idt70", "/his-portal/main.xhtml") + '<table class="ui-datatable"><thead><tr><th>日期 <input name="j_idt70:tbl:d:filter" class="ui-column-filter" /></th><th>標題 <input name="j_idt70:tbl:t:filter" class="ui-column-filter" /></th></tr></thead><tbody><tr><td>2019/10/21</td><td>請全院同仁填報薪資所得免稅額申報表</td></tr></tbody></table></form>')
        return self.render("his-portal", "main", sid, "功能選單", body, error=error)

    # ---- inner
    def inner(self, q: Request) -> Response:
        t, owner = self.truth, q.query.get("SESSION", "")
        page = {"/hr-self/chgpwd.xhtml": "pwd", "/hr-self/contact.xhtml": "contact"}.get(q.path, "")
        if q.method == "POST":
            self.takes(q, **{"form:j_idt12": "old_password", "form:j_idt14": "new_password", "form:j_idt16": "new_password_again", "form:j_idt33": "mobile_phone"})
        if not page:
            return Response("HTTP Status 404 - /hr-self", 404)
        if "portal:" + owner not in t.sessions:
            return Response(f'<html><body>尚未登入。<a href="{self.urls["portal"]}/">回登入頁</a></body></html>')
        if q.method == "POST":
            if not self.restore(q, page, owner) or q.get("form") != "form":
                return self.expired(f"{q.path}?SESSION={owner}")
            if page == "pwd" and q.has("form:j_idt20"):
                new, why = q.get("form:j_idt14"), ""
                if not q.get("form:j_idt12") or q.get("form:j_idt12") != t.portal_password:
                    why = "請輸入舊密碼: 密碼與系統紀錄不符"
                elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                    why = "請輸入新密碼: 不符合密碼設定條件"
                elif new != q.get("form:j_idt16"):
                    why = "請再輸入新密碼: 與新密碼不一致"
                t.counts["password_refused" if why else "password_changed"] += 1
                if not why:
                    t.portal_password = new
                return self.pwd_page(owner, why, "" if why else "密碼修改成功")
            if page == "contact" and q.has("form:j_idt22"):
                names = dict(english_surname="form:j_idt26", english_given="form:j_idt27", english_middle="form:j_idt28", office_phone="form:j_idt30", home_phone="form:j_idt31", mobile_phone="form:j_idt33")
                got = {k: q.get(n).strip() for k, n in names.items()}
                if not all(q.has(n) for n in names.values()) or not re.fullmatch(r"09\d{8}", got["mobile_phone"]):
                    return self.contact_page(owner, "行動電話: 必須為 09 開頭之10碼數字")
                if not re.fullmatch(r"[A-Za-z '-]{1,20}", got["english_surname"]) or not re.fullmatch(r"[A-Za-z '-]{1,30}", got["english_given"]):
                    return self.contact_page(owner, "英文姓名: 僅能輸入英文字母")
                t.saved_contact = got
                t.counts["contact_saved"] += 1
                return self.contact_page(owner, "", "儲存成功: 個人連絡資料已異動")
        return self.pwd_page(owner) if page == "pwd" else self.contact_page(owner)

    def leave(self) -> str:
        return (f'<p><a id="j_idt80" href="{self.urls["portal"]}/his-portal/main.xhtml" class="ui-link ui-widget">回功能選單</a> '
                f'<a id="j_idt81" href="{self.urls["portal"]}/his-portal/main.xhtml?logout=1" class="ui-link ui-widget">登出系統</a></p>')

    def pwd_page(self, owner: str, error: str = "", info: str = "") -> Response:
        body = (self.start_form("form", f"/hr-self/chgpwd.xhtml?SESSION={owner}") + '<table class="ui-panelgrid"><tbody>'
                + self.field("form:j_idt12", "請輸入舊密碼：", kind="password", most=32) + self.field("form:j_idt14", "請輸入新密碼：", kind="password", most=32)
                + self.field("form:j_idt16", "請再輸入新密碼：", kind="password", most=32) + '<tr><td>密碼強度檢核：</td><td><div class="ui-progressbar"></div></td></tr></tbody></table>'
                + "<div>密碼設定條件：<ul><li>1.密碼長度不可少於8個字元</li><li>2.密碼內容需包含英文及數字</li></ul></div>" + self.press("form:j_idt20", "確認修改") + "</form>" + self.leave())
        return self.render("hr-self", "pwd", owner, "更改密碼", body, error=error, info=info)

    def contact_page(self, owner: str, error: str = "", info: str = "") -> Response:
        p, kept = self.truth.person, self.truth.saved_contact
        now = {k: kept.get(k, getattr(p, k)) for k in ("english_surname", "english_given", "english_middle", "office_phone", "home_phone", "mobile_phone")}
        body = (self.start_form("form", f"/hr-self/contact.xhtml?SESSION={owner}") + '<div class="ui-toolbar">' + self.press("form:j_idt22", "異動儲存", "ui-icon-disk", "onclick=\"return confirm('確定異動？');\"") + "</div>"
                + f'<table class="ui-panelgrid"><tbody><tr><td>員工編號：</td><td><span id="form:j_idt24">{p.employee_id}</span></td></tr><tr><td>姓名：</td><td><span>{p.name}</span></td></tr>'
                + self.field("form:j_idt26", "英文姓：", now["english_surname"], most=20, hint="ex:Chen(陳)") + self.field("form:j_idt27", "英文首名：", now["english_given"], most=30, hint="ex: Yi-Fen(怡芬) (說明)")
                + self.field("form:j_idt28", "英文中名：", now["english_middle"], must=False, hint="ex:Mary 為英文別名，如無，可不填")
                + self.field("form:j_idt30", "辦公室電話：", now["office_phone"], most=12, must=False, hint="ex:61234或23123456") + self.field("form:j_idt31", "住宅電話：", now["home_phone"], most=12, must=False, hint="ex:0223123456")
                + self.field("form:j_idt33", "行動電話：", now["mobile_phone"], most=10, hint="ex:0952000000 (如離職或更換門號，請記得調整此欄位)") + "</tbody></table></form>" + self.leave())
        return self.render("hr-self", "contact", owner, "台大醫院---維護個人連絡資料", body, error=error, info=info)

    # ---- account site
    def account(self, q: Request) -> Response:
        t = self.truth
        sid, s = self.session(q, "netaccount")
        path, inside = q.path.split(";")[0], "account:" + sid in t.sessions
        if q.method == "POST":
            self.takes(q, **{"otpForm:j_idt15": "employee_id", "otpForm:j_idt19": "code", "dlgForm:j_idt41": "registered_phone", "setForm:j_idt25": "alias", "rstForm:j_idt12": "cloud_password", "rstForm:j_idt14": "cloud_password_again"})
        page = {"/netaccount/index.xhtml": "index", "/netaccount/verify.xhtml": "verify", "/netaccount/setup.xhtml": "setup", "/netaccount/reset.xhtml": "reset"}.get(path)
        if not page or (page == "verify" and "goal" not in s) or (page in ("setup", "reset") and not inside):
            return redirect("/netaccount/index.xhtml", ("Set-Cookie", f"JSESSIONID={sid}; Path=/netaccount; HttpOnly"))
        view = self.restore(q, page, sid) if q.method == "POST" else {}
        if view is None:
            return self.expired(f"/netaccount/{page}.xhtml")
        if q.has("outForm:j_idt90") and inside:
            t.sessions.discard("account:" + sid)
            t.counts["sign_out_account"] += 1
            s.pop("goal", None)
            return redirect("/netaccount/index.xhtml")
        if page == "index":
            if q.has("j_idt9:j_idt30") or q.has("j_idt9:j_idt32"):
                s.update(goal="setup" if q.has("j_idt9:j_idt30") else "reset", emp="", code="", at=0.0)
                return redirect("/netaccount/verify.xhtml", ("Set-Cookie", f"JSESSIONID={sid}; Path=/netaccount; HttpOnly"))
            return self.index_page(sid, "此功能限資訊室人員" if q.method == "POST" else "")
        if page == "verify":
            return self.verify(q, sid, s)
        out = self.start_form("outForm", f"/netaccount/{page}.xhtml") + self.command("outForm", "j_idt90", "登出") + "</form>"
        if page == "reset" and s.get("goal") == "reset":
            err = ok = ""
            if q.has("rstForm:j_idt18"):
                pw = q.get("rstForm:j_idt12")
                if not t.alias:
                    err = "尚未啟用雲端服務帳號"
                elif len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search("[0-9]", pw) or pw != q.get("rstForm:j_idt14"):
                    err = "密碼不符規則或兩次輸入不一致"
                else:
                    t.cloud_password, ok = pw, "雲端服務密碼重置完成，即時生效"
            body = out + self.start_form("rstForm", "/netaccount/reset.xhtml") + "<table><tbody>" + self.field("rstForm:j_idt12", "新雲端服務密碼", kind="password") + self.field("rstForm:j_idt14", "確認新雲端服務密碼", kind="password") + "</tbody></table>" + self.press("rstForm:j_idt18", "確定重置") + "</form>"
            return self.render("netaccount", "reset", sid, "重置雲端服務密碼", body, error=err, info=ok)
        err = ok = ""
        name = q.get("setForm:j_idt25").strip().lower()
        if q.has("setForm:j_idt29"):
            if t.alias:
                err = "重複啟用: 您的雲端服務帳號已存在"
            elif not re.fullmatch(r"[a-z][a-z0-9._-]{1,63}", name):
                err = "電子郵件名稱: 格式錯誤，須以英文字母開頭，僅限英數字與 . _ -"
            elif name == "taken.name":
                err = "電子郵件名稱: 已被他人註冊，請更換"
            else:
                t.alias, t.cloud_password, ok = name, t.portal_password, "作業完成: 您的雲端服務帳號已建立"
                t.counts["activated"] += 1
        elif q.has("setForm:j_idt28"):
            t.sessions.discard("account:" + sid)
            t.counts["sign_out_account"] += 1
            s.pop("goal", None)
            return redirect("/netaccount/index.xhtml")
        return self.setup_page(sid, out, name, err, ok)

    def index_page(self, sid: str, error: str) -> Response:
        body = ("<div class='ui-fieldset'><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><h3>《規範》</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p>"
                "<p>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</p><h3>《常見問題與服務》</h3><p>密碼修改後多久可以生效：即時生效。</p><p>忘記密碼：請親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></div>"
                + self.start_form("j_idt9", f"/netaccount/index.xhtml;jsessionid={sid}") + self.press("j_idt9:j_idt30", "啟用網路帳號及首次雲端帳號密碼設定", "ui-icon-person") + "<p>啟用本院微軟相關服務，如：Office365, Outlook...</p>"
                + self.press("j_idt9:j_idt32", "重置雲端服務密碼", "ui-icon-refresh") + "<p>重設非Portal帳號的密碼：Email, 無線網路, VPN密碼</p>" + self.press("j_idt9:j_idt34", "總院廠商VPN展延申請", "ui-icon-extlink") + "</form>")
        return self.render("netaccount", "index", sid, "網路帳號服務", body, error=error)

    def verify(self, q: Request, sid: str, s: dict) -> Response:
        t, me = self.truth, self.truth.person
        err = growl = ""
        dialog = False
        if q.has("otpForm:j_idt15"):
            s["emp"] = q.get("otpForm:j_idt15").strip()
        if q.has("otpForm:j_idt17"):
            dialog = s["emp"] == me.employee_id
            err = "" if dialog else "網路帳號: 查無資料"
        elif q.has("dlgForm:j_idt43"):
            if s["emp"] == me.employee_id and q.get("dlgForm:j_idt41").strip() == t.saved_contact.get("mobile_phone", me.mobile_phone):
                s.update(code=t.new_message(), at=time.time())
                growl = "動態碼簡訊發送成功|成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"
            else:
                err, dialog = "手機門號: 與登記門號不同", True
        elif q.has("otpForm:j_idt22"):
            same = bool(s["code"]) and q.get("otpForm:j_idt19").strip() == s["code"] and s["emp"] == me.employee_id
            if same and time.time() - s["at"] <= 120:
                s["code"] = ""
                t.sessions.add("account:" + sid)
                t.counts["code_accepted"] += 1
                return redirect(f"/netaccount/{s['goal']}.xhtml")
            t.counts["code_refused"] += 1
            err = "動態碼: 已失效，請重新發送" if same else "動態碼: 驗證不通過"
        body = ("<ul class='ui-steps'><li>STEP 1 身分驗證</li><li>STEP 2 設定</li></ul><div>注意事項<ul><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div>"
                + self.start_form("otpForm", "/netaccount/verify.xhtml") + "<table><tbody>"
                + self.field("otpForm:j_idt15", "網路帳號 / 主職員工編號", s["emp"], most=6, hint=self.press("otpForm:j_idt17", "發送簡訊動態碼", "ui-icon-mail-closed"))
                + self.field("otpForm:j_idt19", "簡訊(或MOTP)動態碼", most=8, must=False) + "</tbody></table>" + self.press("otpForm:j_idt22", "下一步", "ui-icon-seek-next") + ' <a href="/netaccount/index.xhtml">回首頁</a></form>'
                + f'<div id="dlg" class="ui-dialog ui-widget{"" if dialog else " ui-hidden"}" role="dialog"><div class="ui-dialog-titlebar"><span class="ui-dialog-title">簡訊動態碼</span></div><div class="ui-dialog-content">'
                + self.start_form("dlgForm", "/netaccount/verify.xhtml") + "<table><tbody>" + self.field("dlgForm:j_idt41", "請輸入帳號登記的手機門號(10碼)", most=10, must=False) + "</tbody></table>"
                + self.press("dlgForm:j_idt43", "確定發送") + '<button type="button" class="ui-button" onclick="PF(\'dlg\').hide();"><span class="ui-button-text">取消</span></button></form></div></div>')
        return self.render("netaccount", "verify", sid, "重置雲端服務密碼" if s["goal"] == "reset" else "啟用網路帳號及首次雲端帳號密碼設定", body, error=err, growl=growl)

    def setup_page(self, sid: str, out: str, name: str, err: str, ok: str) -> Response:
        t, p = self.truth, self.truth.person
        if t.alias:
            told = "雲端服務密碼初始與您目前之Portal密碼相同，請儘速以「重置雲端服務密碼」更換。" if ok else "您先前已完成啟用，郵件別名不可修改。"
            return self.render("netaccount", "setup", sid, "雲端服務帳號資訊", out + f"<table class='ui-panelgrid'><tr><td>電子郵件</td><td>{t.alias}@ntuh.gov.tw</td></tr><tr><td>說明</td><td>{told}</td></tr></table>", error=err, info=ok)
        rows = "".join(f'<tr><td class="ui-panelgrid-cell">{a}</td><td class="ui-panelgrid-cell">{b}</td></tr>' for a, b in
                       [("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)])
        body = (out + "<p>雲端服務帳號說明：<br/>1. 雲端服務帳號為跨體系使用。<br/>2. 服務於設定完成隔日生效。<br/>3. 雲端服務密碼初始與目前之Portal密碼相同，啟用後請以「重置雲端服務密碼」更換。</p>" + self.start_form("setForm", "/netaccount/setup.xhtml") + f"<table><tbody>{rows}"
                + self.field("setForm:j_idt25", "雲端服務帳號 (電子郵件名稱)", name, most=64, hint="@ntuh.gov.tw 名稱長度限64字元內") + "</tbody></table>"
                + self.press("setForm:j_idt28", "取消啟用", "ui-icon-cancel") + self.press("setForm:j_idt29", "啟用雲端服務") + " 服務於設定完成隔日生效</form>")
        return self.render("netaccount", "setup", sid, "設定密碼與郵件別名", body, error=err)

    # ---- mail
    def mail(self, q: Request) -> Response:
        t = self.truth
        sid, s = self.session(q, "webmail")
        path, inside = q.path.split(";")[0], "mail:" + sid in t.sessions
        if path == "/webmail/kaptcha.jpg":
            self.words["m" + sid] = t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5)
            return Response(picture(t.captcha, "JPEG"), kind="image/jpeg", headers=[("Cache-Control", "no-store"), ("Set-Cookie", f"JSESSIONID={sid}; Path=/webmail; HttpOnly")])
        err = ""
        if q.method == "POST":
            self.takes(q, **{"f:j_idt10": "mail_account", "f:j_idt12": "mail_password", "f:j_idt14": "captcha"})
        if path == "/webmail/inbox.xhtml" and inside:
            if q.method == "POST" and self.restore(q, "inbox", sid) and q.has("f:j_idt40"):
                t.sessions.discard("mail:" + sid)
                t.counts["sign_out_mail"] += 1
                return redirect("/webmail/login.xhtml")
            return self.render("webmail", "inbox", sid, f"收件匣 - {t.alias}", self.start_form("f", "/webmail/inbox.xhtml") + self.command("f", "j_idt40", "登出") + "<table class='ui-datatable'><tr><td>資訊室</td><td>歡迎使用電子信箱</td></tr></table></form>")
        if path != "/webmail/login.xhtml":
            return redirect("/webmail/login.xhtml", ("Set-Cookie", f"JSESSIONID={sid}; Path=/webmail; HttpOnly"))
        if q.method == "POST":
            want, t.captcha = t.captcha, ""
            if not self.restore(q, "login", sid):
                return self.expired("/webmail/login.xhtml")
            if not want or self.words.get("m" + sid) != want or q.get("f:j_idt14").strip() != want:
                err = "驗證碼錯誤"
            elif not t.alias or q.get("f:j_idt10").strip().lower().removesuffix("@ntuh.gov.tw") != t.alias or q.get("f:j_idt12") != t.cloud_password:
                err = "帳號或密碼錯誤"
            else:
                t.sessions.add("mail:" + sid)
                t.counts["mail_sign_in"] += 1
                return redirect("/webmail/inbox.xhtml")
        body = (self.start_form("f", f"/webmail/login.xhtml;jsessionid={sid}") + "<table><tbody>" + self.field("f:j_idt10", "帳號:") + self.field("f:j_idt12", "密碼:", kind="password")
                + self.field("f:j_idt14", "驗證碼(小寫字母或數字):", most=5, hint=f'<img src="/webmail/kaptcha.jpg;jsessionid={sid}?{secrets.randbelow(9999)}" alt="" />')
                + '</tbody></table><div class="ui-selectbooleancheckbox"><input id="f:j_idt16_input" name="f:j_idt16_input" type="checkbox" /><label for="f:j_idt16_input">記住登入資訊 (公用電腦請勿勾選)</label></div>' + self.press("f:j_idt18", "登入")
                + f'</form><h4>公佈欄</h4><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p><p>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls["account"]}/">https://help.ntuh.gov.tw/</a></p>')
        return self.render("webmail", "login", sid, "電子信箱登入", body, error=err)

"""Component-made pages of a Java consultant: Wicket markup left in, page versions, ids that a machine wrote."""

from __future__ import annotations

import re
import secrets
import time
from html import escape as esc

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

APPS = {"portal": "/app/ui", "inner": "/hr/ui", "account": "/netid/ui", "mail": "/owm/ui"}
COOKIE = {"portal": "JSESSIONID_PTL", "account": "JSESSIONID_NID", "mail": "JSESSIONID_OWM"}
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


class TheSite(Site):
    title = "Wicket/Vaadin-like Java, generated ids, hidden page state"

    def __init__(self) -> None:
        super().__init__()
        self.users: dict[str, dict] = {}
        self.page_map: dict[str, dict] = {}
        self.seq = 0
        self.ids = 0x1A

    # ================= engine =================
    def portal(self, r: Request) -> Response:
        return self.serve("portal", r)

    def inner(self, r: Request) -> Response:
        return self.serve("inner", r)

    def account(self, r: Request) -> Response:
        return self.serve("account", r)

    def mail(self, r: Request) -> Response:
        return self.serve("mail", r)

    def serve(self, app: str, r: Request) -> Response:
        path, _, matrix = r.path.partition(";jsessionid=")
        if path in ("/favicon.ico", "/wicket/resource/wicket-ajax.js"):
            return Response("", 404)
        sid = matrix if app == "inner" else r.cookies.get(COOKIE[app], "")
        extra: list = []
        if sid not in self.users or self.users[sid]["app"] != app:
            if app == "inner":
                return self.expired(app)
            sid = secrets.token_hex(13).upper()
            self.users[sid] = {"app": app}
            extra = [("Set-Cookie", f"{COOKIE[app]}={sid}; Path=/; HttpOnly")]
        if path != APPS[app] or not r.query:
            if path not in ("/", APPS[app]):
                return Response("<h1>HTTP ERROR 404</h1><p>Problem accessing page. Powered by Jetty://", 404)
            first = {"portal": "SignIn", "inner": "Contact", "account": "Rules", "mail": "MailSignIn"}[app]
            return redirect(self.fresh(app, sid, first), *extra)
        spec = next(iter(r.query))
        number, _, listener = spec.partition("-")
        page = self.page_map.get(number)
        if page is None or page["sid"] != sid:
            if r.method == "POST":
                self.takes(r)
            return self.expired(app)
        if "IResourceListener" in listener:
            return Response(picture(page["cap"], "PNG"), kind="image/png", headers=[("Cache-Control", "no-cache")])
        if r.method == "POST":
            self.takes(r, **{path_: meaning for path_, meaning in page["names"].items() if meaning})
            del self.page_map[number]
            if r.get(page["hf"]) != page["token"]:
                return self.expired(app)
            return redirect(getattr(self, "on_" + page["kind"])(sid, page, r), *extra)
        if "ILinkListener" in listener:
            return redirect(self.follow(app, sid, page, listener.rsplit("ILinkListener-", 1)[-1]))
        return getattr(self, "show_" + page["kind"])(sid, page)

    def fresh(self, app: str, sid: str, kind: str, error: str = "", info: str = "", **vals: str) -> str:
        """Put a new page into the page map; give its address."""
        self.seq += 1
        n = str(self.seq)
        self.page_map[n] = {"n": n, "app": app, "sid": sid, "kind": kind, "error": error, "info": info, "vals": vals, "names": {}, "hf": f"{self.nid()}_hf_0", "token": secrets.token_hex(20)}
        return APPS[app] + (f";jsessionid={sid}" if app == "inner" else "") + "?" + n

    def nid(self) -> str:
        self.ids += 3
        return f"id{self.ids:x}"

    def expired(self, app: str) -> Response:
        to = self.urls["portal"] + "/" if app == "inner" else APPS[app]
        return Response(f'<html><head><title>Page Expired</title></head><body><h3>您要求的頁面已逾時 (The page you requested has expired.)</h3><a href="{to}">回到首頁</a></body></html>', 410)

    def markup(self, page: dict, heading: str, body: str) -> Response:
        feed = "".join(f'<li class="feedbackPanel{k}"><span class="feedbackPanel{k}" wicket:id="message">{t}</span></li>' for k, t in (("ERROR", page["error"]), ("INFO", page["info"])) if t)
        feed = f'<div wicket:id="feedback" id="{self.nid()}" class="feedback">' + (f'<ul class="feedbackPanel" wicket:id="feedbackul">{feed}</ul>' if feed else "") + "</div>"
        return Response(f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:wicket="http://wicket.apache.org"><head><title wicket:id="title">{heading}</title>
<style type="text/css">.feedbackPanelERROR{{color:#c00}}.feedbackPanelINFO{{color:#060}}.row .cap{{display:inline-block;width:16em}}</style></head>
<body><wicket:extend><div class="hd"><h2>{heading}</h2></div>{feed}
{body}
</wicket:extend><div class="ft"><span wicket:id="version">NTUH Web Framework 1.4.22 (DEVELOPMENT)</span></div></body></html>""", headers=[("Cache-Control", "no-cache, no-store")])

    def form(self, page: dict, body: str, wid: str = "form") -> str:
        fid = self.nid()
        js = f";jsessionid={page['sid']}" if page["app"] == "inner" else ""
        return f"""<form wicket:id="{wid}" id="{fid}" method="post" action="{APPS[page['app']]}{js}?{page['n']}-1.IFormSubmitListener-{wid}"><div style="width:0px;height:0px;position:absolute;left:-100px;top:-100px;overflow:hidden"><input type="hidden" name="{page['hf']}" id="{page['hf']}" value="{page['token']}" /></div>{body}</form>"""

    def field(self, page: dict, caption: str, name: str, meaning: str = "", kind: str = "text", after: str = "", more: str = "", link: bool = True) -> str:
        page["names"][name] = meaning
        i = self.nid()
        head = f'<label for="{i}" class="cap">{caption}</label>' if link else f'<span class="cap">{caption}</span>'
        value = f' value="{esc(page["vals"].get(name, ""))}"' if kind != "password" else ' value=""'
        return f'<div class="row" id="{self.nid()}"><wicket:container>{head}<span class="v-widget v-textfield"><input type="{kind}" id="{i}" name="{name}"{value}{more} /></span>{after}</wicket:container></div>\n'

    def button(self, text: str, name: str) -> str:
        return f'<button type="submit" id="{self.nid()}" name="{name}" class="v-button" value="x"><span class="v-button-wrap"><span class="v-button-caption">{text}</span></span></button>'

    def link(self, page: dict, text: str, comp: str) -> str:
        js = f";jsessionid={page['sid']}" if page["app"] == "inner" else ""
        return f'<a wicket:id="link" id="{self.nid()}" href="{APPS[page["app"]]}{js}?{page["n"]}-1.ILinkListener-{comp}"><span wicket:id="label">{text}</span></a>'

    def strong(self, p: str) -> bool:
        return len(p) >= 8 and any(c.isalpha() for c in p) and any(c.isdigit() for c in p)

    # ================= links =================
    def follow(self, app: str, sid: str, page: dict, comp: str) -> str:
        me = self.users[sid]
        if comp == "header-signOut":
            for kind, count in (("portal", "sign_out_portal"), ("account", "sign_out_account"), ("mail", "sign_out_mail")):
                if app == kind and f"{kind}:{sid}" in self.truth.sessions:
                    self.truth.sessions.discard(f"{kind}:{sid}")
                    self.truth.counts[count] += 1
            self.users[sid] = {"app": app}
            self.page_map = {k: v for k, v in self.page_map.items() if v["sid"] != sid}
            return APPS[app]
        if app == "portal":
            if not me.get("in"):
                return APPS[app]
            if comp == "menu-6-items-0-item":
                return self.fresh(app, sid, "Password")
            if comp == "menu-6-items-5-item":
                hr = secrets.token_hex(13).upper()
                self.users[hr] = {"app": "inner", "owner": sid}
                return self.urls["inner"] + self.fresh("inner", hr, "Contact")
            return self.fresh(app, sid, "Menu", info="" if comp == "header-home" else "此功能於實習帳號不開放")
        if app == "account":
            if comp in ("entries-0-entry", "entries-1-entry"):
                me["goal"] = "activate" if comp == "entries-0-entry" else "reset"
                return self.fresh(app, sid, "Proof")
            return self.fresh(app, sid, "Rules")
        if app == "mail" and comp == "form-renew":
            return self.fresh(app, sid, "MailSignIn")
        return APPS[app]

    # ================= portal =================
    def show_SignIn(self, sid: str, page: dict) -> Response:
        page.setdefault("cap", "") or page.update(cap=self.truth.new_captcha())
        page["names"]["signInPanel:campus"] = "campus"
        i = self.nid()
        opts = "".join(f'<option value="{n}">{t}</option>' for n, t in enumerate(("總院區", "北護分院", "金山分院", "新竹分院", "雲林分院")))
        return self.markup(page, "醫療資訊系統 National Taiwan University Hospital", self.form(page, f"""<fieldset><legend>PORTAL</legend>
<div class="row"><label class="cap" for="{i}">院區</label><select id="{i}" name="signInPanel:campus">{opts}</select></div>
{self.field(page, "帳號", "signInPanel:uid", "employee_id", more=' maxlength="6"')}{self.field(page, "密碼", "signInPanel:credential", "portal_password", "password")}
{self.field(page, "驗證碼&#160;(不用區分大小寫)", "signInPanel:challenge", "captcha", more=' size="8" autocomplete="off"', after=f'<img wicket:id="captchaImage" src="{APPS["portal"]}?{page["n"]}-1.IResourceListener-signInForm-captcha" alt="captcha" />')}
{self.button("進入", "signInPanel:go")} <input type="reset" value="清除" /></fieldset>""", "signInForm"))

    def on_SignIn(self, sid: str, page: dict, r: Request) -> str:
        t, uid = self.truth, r.get("signInPanel:uid").strip()
        cap, now = page.get("cap", ""), t.captcha
        t.captcha = ""
        bad = ""
        if not cap or cap != now or r.get("signInPanel:challenge").strip().upper() != cap:
            bad = "'challenge' 內容與圖片不相符，請依新的圖片輸入。"
        elif r.get("signInPanel:campus") != "0" or uid != t.person.employee_id or r.get("signInPanel:credential") != t.portal_password:
            bad = "無法通過驗證：請確認使用者編號及通行密碼。"
        if bad:
            t.counts["sign_in_refused"] += 1
            return self.fresh("portal", sid, "SignIn", error=bad, **{"signInPanel:uid": uid})
        self.users[sid]["in"] = True
        t.sessions.add(f"portal:{sid}")
        t.counts["sign_in"] += 1
        return self.fresh("portal", sid, "Notice")

    def show_Notice(self, sid: str, page: dict) -> Response:
        return self.markup(page, "公告事項", self.form(page, f'<p>【資安宣導】請妥善保管您的帳號，離座請登出。</p><p>機房定期維護：每月第三週週日 02:00-04:00。</p>{self.button("我知道了，進入系統", "noticePanel:continue")}'))

    def on_Notice(self, sid: str, page: dict, r: Request) -> str:
        return self.fresh("portal", sid, "Menu")

    def header(self, page: dict) -> str:
        return f'<div class="hdr"><wicket:panel>您好! {self.truth.person.name} | {self.link(page, "回功能選單", "header-home")} | {self.link(page, "登出系統", "header-signOut")}</wicket:panel></div>'

    def show_Menu(self, sid: str, page: dict) -> Response:
        mine = ("更改密碼", "個人簽章提醒設定", "薪資所得免稅額申報表", "員工待遇福利查詢", "查詢員工連絡資料", "維護個人連絡資料", "個人就醫紀錄查詢", "行動憑證申請")
        tops = ("醫療系統", "醫療支援", "其他資源", "數位學習", "資訊安全", "行政系統", "個人管理")
        out = ""
        for n, top in enumerate(tops):
            sub = "".join(f'<li wicket:id="items">{self.link(page, t, f"menu-{n}-items-{k}-item")}</li>' for k, t in enumerate(mine)) if n == 6 else ""
            out += f'<li wicket:id="menu" class="v-menubar-menuitem"><span class="v-menubar-menuitem-caption">{top}</span>{"<ul>" + sub + "</ul>" if sub else ""}</li>'
        return self.markup(page, "醫療資訊系統", f'{self.header(page)}<p>總院差勤待簽 0 未核准 0 被駁回 0 / 總院Workflow待簽 0</p><ul class="v-menubar">{out}</ul><table><tr><th>日期</th><th>標題</th></tr><tr><td>2018/12/13</td><td>總院Portal資訊系統登入首頁預定改成新的版本</td></tr></table>')

    def show_Password(self, sid: str, page: dict) -> Response:
        meter = """ onkeyup="document.getElementById('lvl').innerHTML=this.value.length&lt;8?'弱':'中'" """
        return self.markup(page, "更改密碼", self.header(page) + self.form(page, f"""{self.field(page, "請輸入舊密碼：", "body:pwd.old", "old_password", "password")}
{self.field(page, "請輸入新密碼：", "body:pwd.fresh", "new_password", "password", more=meter)}{self.field(page, "請再輸入新密碼：", "body:pwd.repeat", "new_password_again", "password")}
<div class="row"><span class="cap">密碼強度檢核：</span><span id="lvl"></span></div><p>密碼設定條件：</p><ul><li>1.密碼長度不可少於8個字元</li><li>2.密碼內容需包含英文及數字</li></ul>{self.button("送出", "body:buttons:0:button")}"""))

    def on_Password(self, sid: str, page: dict, r: Request) -> str:
        t = self.truth
        if f"portal:{sid}" not in t.sessions:
            return APPS["portal"]
        new, bad = r.get("body:pwd.fresh"), ""
        if r.get("body:pwd.old") != t.portal_password:
            bad = "舊密碼比對失敗。"
        elif not self.strong(new):
            bad = "'pwd.fresh' 未符合密碼設定條件。"
        elif new != r.get("body:pwd.repeat"):
            bad = "'pwd.fresh' 與 'pwd.repeat' 必須相同。"
        elif new == t.portal_password:
            bad = "新密碼與舊密碼相同。"
        if bad:
            t.counts["password_refused"] += 1
            return self.fresh("portal", sid, "Password", error=bad)
        t.portal_password = new
        t.counts["password_changed"] += 1
        return self.fresh("portal", sid, "Done", info="您的密碼已經更新，請牢記。")

    def show_Done(self, sid: str, page: dict) -> Response:
        return self.markup(page, "更改密碼", self.header(page))

    # ================= inner =================
    CONTACT = (("英文姓：", "english_surname", "contact.enSurname", "ex:Chen(陳)"), ("英文首名：", "english_given", "contact.enGiven", "ex: Yi-Fen(怡芬) (說明)"), ("英文中名：", "english_middle", "contact.enMiddle", "ex:Mary 為英文別名，如無，可不填"),
               ("辦公室電話：", "office_phone", "contact.telOffice", "ex:61234或23123456"), ("住宅電話：", "home_phone", "contact.telHome", "ex:0223123456"), ("行動電話：", "mobile_phone", "contact.telMobile", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))

    def show_Contact(self, sid: str, page: dict) -> Response:
        t, p = self.truth, self.truth.person
        if f"portal:{self.users[sid]['owner']}" not in t.sessions:
            return self.expired("inner")
        out = ""
        for caption, key, name, hint in self.CONTACT:
            page["vals"].setdefault("view:" + name, t.saved_contact.get(key, getattr(p, key)))
            out += self.field(page, caption, "view:" + name, "mobile_phone" if key == "mobile_phone" else "", after=f'<span class="hint">{hint}</span>', link=key != "english_given")
        return self.markup(page, "台大醫院---維護個人連絡資料", self.form(page, f"""<div>{self.button("異動儲存", "view:toolbar:save")} <a href="{self.urls['portal']}{APPS['portal']}?{self.menu_of(sid)}">回功能選單</a></div>
<div class="row"><span class="cap">員工編號：</span><span wicket:id="empNo">{p.employee_id}</span> <span>姓名：</span><span wicket:id="empName">{p.name}</span></div>{out}""", "contactForm"))

    def menu_of(self, sid: str) -> str:
        owner = self.users[sid]["owner"]
        return self.fresh("portal", owner, "Menu").rsplit("?", 1)[1]

    def on_Contact(self, sid: str, page: dict, r: Request) -> str:
        t = self.truth
        if f"portal:{self.users[sid]['owner']}" not in t.sessions:
            return APPS["inner"]
        got = {key: r.get("view:" + name).strip() for _, key, name, _ in self.CONTACT}
        vals = {"view:" + name: got[key] for _, key, name, _ in self.CONTACT}
        if not all(r.has(n) for n in vals) or not got["english_surname"]:
            return self.fresh("inner", sid, "Contact", error="欄位 'enSurname' 為必要欄位。", **vals)
        if not re.fullmatch(r"09[0-9]{8}", got["mobile_phone"]):
            return self.fresh("inner", sid, "Contact", error="'telMobile' 不符合樣式 '09[0-9]{8}'。", **vals)
        if any(not re.fullmatch(r"[0-9#\-]{0,20}", got[k]) for k in ("office_phone", "home_phone")):
            return self.fresh("inner", sid, "Contact", error="電話欄位僅可輸入數字。", **vals)
        t.saved_contact.update(got)
        t.counts["contact_saved"] += 1
        return self.fresh("inner", sid, "Contact", info="連絡資料異動完成。")

    # ================= account: every name is made by the machine =================
    def show_Rules(self, sid: str, page: dict) -> Response:
        return self.markup(page, "網路帳號服務平台", f"""<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><div class="v-panel"><div class="v-panel-caption"><span>《規範》</span></div><div class="v-panel-content"><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>請勿冒用院內同仁申請網路帳號。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul></div></div>
<div class="v-panel"><div class="v-panel-caption"><span>《常見問題與服務》</span></div><div class="v-panel-content"><p><b>密碼修改後多久可以生效</b></p><p>即時生效。</p><p><b>忘記密碼</b></p><p>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></div></div>
<table><tr><td>{self.link(page, "啟用網路帳號及首次雲端帳號密碼設定", "entries-0-entry")}</td><td>啟用本院微軟相關服務，如：Office365, Outlook...</td></tr><tr><td>{self.link(page, "重置雲端服務密碼", "entries-1-entry")}</td><td>重設非Portal帳號的密碼</td></tr><tr><td>{self.link(page, "總院廠商VPN展延申請", "entries-2-entry")}</td><td>總院廠商VPN到期，重新啟用申請。</td></tr></table>""")

    def auto(self, page: dict, key: str) -> str:
        """A name for a component, made once for the page."""
        return page.setdefault("auto", {}).setdefault(key, f"pid{self.nid()[2:]}S{len(page.get('auto', {}))}")

    def show_Proof(self, sid: str, page: dict) -> Response:
        goal = self.users[sid].get("goal", "activate")
        a = lambda k: self.auto(page, k)  # noqa: E731
        page["vals"][a("id")] = page["vals"].get("id", "")
        phone = f"""<div class="v-window" id="{self.nid()}"><div class="v-window-contents">{self.field(page, "請輸入帳號登記的手機門號(10碼)", a("phone"), "registered_phone", more=' maxlength="10"')}{self.button("確定發送", a("send"))} {self.button("取消", a("abort"))}</div></div>""" if page["vals"].get("ask") else ""
        told = f"""<div class="v-window" id="told"><b>動態碼簡訊發送成功</b><p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p><input type="button" value="確定" onclick="document.getElementById('told').style.display='none'" /></div>""" if page["vals"].get("told") else ""
        return self.markup(page, "啟用網路帳號及首次雲端帳號密碼設定" if goal == "activate" else "重置雲端服務密碼", f"""<p>注意事項</p><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul>{told}"""
                           + self.form(page, f"""{self.field(page, "網路帳號 / 主職員工編號", a("id"), "employee_id", after=self.button("發送簡訊動態碼", a("ask")), more=' maxlength="6"')}{phone}
{self.field(page, "簡訊(或MOTP)動態碼", a("code"), "code", more=' autocomplete="off"')}<div class="row">{self.button("下一步", a("next"))}</div>""", "wizard"))

    def on_Proof(self, sid: str, page: dict, r: Request) -> str:
        t, me = self.truth, self.users[sid]
        name = page.get("auto", {})
        who = r.get(name.get("id", "?")).strip()
        keep = {"id": who}
        if not re.fullmatch(r"\d{6}", who):
            return self.fresh("account", sid, "Proof", error="員工編號須為6位數數字。", **keep)
        if r.has(name["ask"]):
            return self.fresh("account", sid, "Proof", ask="1", **keep)
        if "send" in name and r.has(name["send"]):
            if who != t.person.employee_id or r.get(name["phone"]).strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                return self.fresh("account", sid, "Proof", error="您輸入的門號並非此帳號所登記，無法發送。", ask="1", **keep)
            me["code"], me["at"], me["who"] = t.new_message(), time.time(), who
            return self.fresh("account", sid, "Proof", told="1", **keep)
        if r.has(name["next"]):
            if not me.get("code") or me["who"] != who or r.get(name["code"]).strip() != me["code"]:
                t.counts["code_refused"] += 1
                return self.fresh("account", sid, "Proof", error="動態碼驗證未通過。", **keep)
            me["code"] = ""
            if time.time() - me["at"] > 120:
                t.counts["code_refused"] += 1
                return self.fresh("account", sid, "Proof", error="動態碼逾時，請再次索取。", **keep)
            t.sessions.add(f"account:{sid}")
            t.counts["code_accepted"] += 1
            return self.fresh("account", sid, "Alias" if me["goal"] == "activate" else "Reset")
        return self.fresh("account", sid, "Proof", **keep)

    def show_Alias(self, sid: str, page: dict) -> Response:
        t, p = self.truth, self.truth.person
        if f"account:{sid}" not in t.sessions:
            return self.expired("account")
        facts = "".join(f'<div class="row"><span class="cap">{k}</span><span wicket:id="value">{v}</span></div>' for k, v in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        if t.alias:
            done = f'<p>帳號狀態：<b>使用中</b>（郵件名稱 {esc(t.alias)}@ntuh.gov.tw 設定後不可更改）</p>'
            return self.markup(page, "設定密碼與郵件別名", f'{facts}{done}{self.link(page, "結束並離開", "header-signOut")}')
        a = lambda k: self.auto(page, k)  # noqa: E731
        page["vals"][a("alias")] = page["vals"].get("alias", "")
        return self.markup(page, "設定密碼與郵件別名", f"<p>雲端服務帳號說明：</p><ol><li>雲端服務帳號為跨體系使用。</li><li>服務於設定完成隔日生效。</li></ol>{facts}" + self.form(page, f"""
{self.field(page, "雲端服務帳號<br />(電子郵件名稱)", a("alias"), "alias", after="<span>@ntuh.gov.tw</span> <span>名稱長度限64字元內</span>", more=' maxlength="64"')}
<div class="row">{self.button("取消啟用", a("no"))} {self.button("啟用雲端服務", a("yes"))} <span style="color:red">服務於設定完成隔日生效</span></div>""", "aliasForm"))

    def on_Alias(self, sid: str, page: dict, r: Request) -> str:
        t, name = self.truth, page.get("auto", {})
        if f"account:{sid}" not in t.sessions or "yes" not in name:
            return APPS["account"]
        if not r.has(name["yes"]):
            return self.follow("account", sid, page, "header-signOut")
        want = r.get(name["alias"]).strip().lower()
        bad = ""
        if t.alias:
            bad = "此帳號已啟用過，本次設定不予受理。"
        elif not re.fullmatch(r"[a-z][a-z0-9._\-]{2,63}", want):
            bad = "名稱只能使用英文、數字及 . _ - ，且以英文起頭。"
        elif want in ("taken.name", "service", "root"):
            bad = "這個名稱已被登記，請換一個。"
        if bad:
            return self.fresh("account", sid, "Alias", error=bad, alias=want)
        t.alias, t.cloud_password = want, secrets.token_urlsafe(16)
        t.counts["activated"] += 1
        return self.fresh("account", sid, "Activated", info=f"雲端服務開通作業完成：{esc(want)}@ntuh.gov.tw")

    def show_Activated(self, sid: str, page: dict) -> Response:
        return self.markup(page, "設定結果", f'<p>您尚未設定密碼，請離開後由首頁點選「重置雲端服務密碼」設定您自己的密碼，即可登入電子郵件。</p>{self.link(page, "結束並離開", "header-signOut")}')

    def show_Reset(self, sid: str, page: dict) -> Response:
        if f"account:{sid}" not in self.truth.sessions:
            return self.expired("account")
        a = lambda k: self.auto(page, k)  # noqa: E731
        return self.markup(page, "重置雲端服務密碼", self.form(page, f"""{self.field(page, "新密碼", a("p1"), "cloud_password", "password", after="<span>8碼以上，含英文及數字</span>")}{self.field(page, "新密碼確認", a("p2"), "cloud_password_again", "password")}{self.button("確定重置", a("ok"))}""") + self.link(page, "結束並離開", "header-signOut"))

    def on_Reset(self, sid: str, page: dict, r: Request) -> str:
        t, name = self.truth, page.get("auto", {})
        if f"account:{sid}" not in t.sessions:
            return APPS["account"]
        new, bad = r.get(name["p1"]), ""
        if not t.alias:
            bad = "您尚未啟用雲端服務，請先啟用。"
        elif not self.strong(new):
            bad = "密碼強度不足。"
        elif new != r.get(name["p2"]):
            bad = "兩組密碼不同。"
        elif new == t.portal_password:
            bad = "不可與 Portal 密碼相同。"
        if bad:
            return self.fresh("account", sid, "Reset", error=bad)
        t.cloud_password = new
        return self.fresh("account", sid, "ResetDone", info="密碼重置作業完成，新密碼即時生效。")

    def show_ResetDone(self, sid: str, page: dict) -> Response:
        return self.markup(page, "重置雲端服務密碼", self.link(page, "結束並離開", "header-signOut"))

    # ================= webmail =================
    def show_MailSignIn(self, sid: str, page: dict) -> Response:
        page.setdefault("cap", "") or page.update(cap=self.truth.new_captcha(LETTERS, 6))
        i = self.nid()
        return self.markup(page, "NTUH Open WebMail", self.form(page, f"""{self.field(page, "帳號:", "account", "mail_account", after="@ntuh.gov.tw")}{self.field(page, "密碼:", "secret", "mail_password", "password")}
{self.field(page, "驗證碼(小寫字母或數字):", "typed", "captcha", more=' autocomplete="off"', after=f'<img src="{APPS["mail"]}?{page["n"]}-1.IResourceListener-form-image" alt="" /> {self.link(page, "換一張", "form-renew")}')}
<div class="row"><input type="checkbox" id="{i}" name="rememberMe" /><label for="{i}">記住登入資訊 (公用電腦請勿勾選)</label></div>{self.button("登入", "logon")}""") + f'<h4>公佈欄</h4><p>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls["account"]}/">https://help.ntuh.gov.tw/</a></p>')

    def on_MailSignIn(self, sid: str, page: dict, r: Request) -> str:
        t, bad = self.truth, ""
        cap, now, t.captcha = page.get("cap", ""), t.captcha, ""
        box = r.get("account").strip().lower()
        if not cap or cap != now or r.get("typed").strip() != cap:
            bad = "圖片文字不正確。"
        elif not t.alias or box not in (t.alias, t.alias + "@ntuh.gov.tw") or r.get("secret") != t.cloud_password:
            bad = "信箱名稱或密碼有誤。"
        if bad:
            return self.fresh("mail", sid, "MailSignIn", error=bad, account=box)
        t.sessions.add(f"mail:{sid}")
        t.counts["mail_sign_in"] += 1
        return self.fresh("mail", sid, "Inbox")

    def show_Inbox(self, sid: str, page: dict) -> Response:
        if f"mail:{sid}" not in self.truth.sessions:
            return self.expired("mail")
        return self.markup(page, "收件夾", f'<p>{esc(self.truth.alias)}@ntuh.gov.tw | {self.link(page, "登出", "header-signOut")}</p><table class="v-table"><tr><th>寄件人</th><th>主旨</th></tr><tr><td>postmaster</td><td>Welcome / 歡迎使用</td></tr></table>')

"""An intranet on Drupal 7 with webform: form-item divs, form tokens, status messages."""

from __future__ import annotations

import html
import re
import secrets
import time

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

FIELDS = [
    ("english_surname", "英文姓", "ex:Chen(陳)"),
    ("english_given", "英文首名", "ex: Yi-Fen(怡芬)"),
    ("english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填"),
    ("office_phone", "辦公室電話", "ex:61234或23123456"),
    ("home_phone", "住宅電話", "ex:0223123456"),
    ("mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"),
]


def keyed(name: str) -> str:
    return f"submitted[contact_fieldset][{name}]"


class TheSite(Site):
    title = "drupal_webform_2013"

    def __init__(self) -> None:
        super().__init__()
        self.builds: dict[str, tuple[str, str, str]] = {}
        self.proof: dict[str, dict] = {}

    # ---- theme
    def theme(self, site: str, heading: str, body: str, good: str = "", bad: str = "", menu: str = "") -> Response:
        shown = ""
        if good:
            shown += f'<div class="messages messages--status status"><h2 class="element-invisible">狀態訊息</h2>\n {good}</div>'
        if bad:
            shown += f'<div class="messages messages--error error"><h2 class="element-invisible">錯誤訊息</h2>\n<ul><li>{bad}</li></ul></div>'
        return Response(f'''<!DOCTYPE html>
<html lang="zh-hant" dir="ltr" class="no-js"><head><meta charset="utf-8" />
<meta name="Generator" content="Drupal 7 (http://drupal.org)" /><title>{heading} | {site}</title>
<style>.element-invisible{{position:absolute;clip:rect(1px 1px 1px 1px)}}.messages{{border:1px solid #be7}}.error{{border-color:#ed541d}}.form-required{{color:#f00}}</style>
<script>document.documentElement.className='js';var Drupal={{settings:{{basePath:"/",pathPrefix:""}},behaviors:{{}}}};</script></head>
<body class="html not-front one-sidebar sidebar-first page-node">
<div id="skip-link"><a href="#main-content" class="element-invisible element-focusable">移至主內容</a></div>
<div id="header"><div class="section clearfix"><a href="#" rel="home" id="logo">台大醫院 {site}</a>
<form action="/search/node" method="get" id="search-block-form"><div class="form-item form-type-textfield"><label class="element-invisible" for="edit-search-block-form--2">搜尋</label>
<input title="請輸入關鍵字。" type="text" id="edit-search-block-form--2" name="keys" size="15" maxlength="128" class="form-text" /><input type="submit" value="搜尋" class="form-submit" /></div></form></div></div>
{menu}<div id="main-content"><h1 class="page__title title" id="page-title">{heading}</h1>{shown}
<div class="region region-content">{body}</div></div>
<div id="footer">Powered by Drupal．資訊室</div></body></html>''')

    def item(self, name: str, label: str, kind: str = "text", value: str = "", hint: str = "", extra: str = "", must: bool = True) -> str:
        ident = "edit-" + re.sub(r"[\[\]_]+", "-", name).strip("-")
        star = ' <span class="form-required" title="此欄位為必填。">*</span>' if must else ""
        return f'''<div class="form-item webform-component form-item-{ident[5:]}">
 <label for="{ident}">{label}{star}</label>
 <input type="{kind}" id="{ident}" name="{name}" value="{html.escape(value)}" size="60" maxlength="128" class="form-{kind}{' required' if must else ''}" {extra}/>
 {f'<div class="description">{hint}</div>' if hint else ''}</div>'''

    def form(self, form_id: str, action: str, inside: str, ops: list[str], key: str = "", code: str = "") -> str:
        build, token = "form-" + secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        self.builds[build] = (form_id, token, code + "|" + key)
        buttons = "".join(f'<input type="submit" id="edit-{form_id[:8].replace("_", "-")}-{i}" name="op" value="{o}" class="form-submit" />' for i, o in enumerate(ops))
        return f'''<form class="webform-client-form" enctype="multipart/form-data" action="{action}" method="post" id="{form_id.replace("_", "-")}" accept-charset="UTF-8"><div>{inside}
<input type="hidden" name="form_build_id" value="{build}" />
<input type="hidden" name="form_token" value="{token}" />
<input type="hidden" name="form_id" value="{form_id}" />
<div class="form-actions form-wrapper">{buttons}</div></div></form>'''

    def valid(self, r: Request, form_id: str, key: str = "") -> str | None:
        """The code of the picture of this build ("" for none), or None for a stale form."""
        known = self.builds.pop(r.get("form_build_id"), None)
        if not known or known[:2] != (form_id, r.get("form_token")) or r.get("form_id") != form_id:
            return None
        code, _, owner = known[2].partition("|")
        return code if owner == key else None

    STALE = "這份表單已經過期。請重新填寫後再送出。"

    def captcha(self) -> str:
        return '''<fieldset class="captcha form-wrapper"><legend><span class="fieldset-legend">CAPTCHA</span></legend><div class="fieldset-wrapper">
<img src="/image_captcha?sid=%d" width="120" height="36" alt="圖形驗證碼" title="圖形驗證碼" />''' % secrets.randbelow(90000)

    # ---- portal
    def login(self, bad: str = "", good: str = "", name: str = "") -> Response:
        code = self.truth.new_captcha()
        options = "".join(f'<option value="{v}">{t}</option>' for v, t in (("T0", "總院區"), ("T2", "北護分院"), ("T4", "新竹分院"), ("Y0", "雲林分院")))
        inside = f'<div class="form-item form-type-select"><label for="edit-campus">院區</label> <select id="edit-campus" name="campus" class="form-select">{options}</select></div>'
        inside += self.item("name", "帳號", value=name, hint="請輸入您的 6 位數員工編號。") + self.item("pass", "密碼", "password", hint="請輸入與帳號相符的密碼。")
        inside += self.captcha() + self.item("captcha_response", "驗證碼", hint="不用區分大小寫", extra='autocomplete="off" ') + "</div></fieldset>"
        return self.theme("PORTAL", "使用者登入", self.form("user_login", "/user/login", inside, ["登入"], code=code), good, bad)

    def portal(self, r: Request) -> Response:
        t, path = self.truth, r.path
        if path == "/image_captcha":
            return Response(picture(t.captcha, "PNG"), kind="image/png")
        if path == "/":
            return redirect("/user/login")
        if path == "/user/login" and r.method == "POST":
            self.takes(r, campus="campus", name="employee_id", captcha_response="captcha", **{"pass": "portal_password"})
            code = self.valid(r, "user_login")
            t.captcha, live = "", t.captcha
            why = ""
            if code is None or r.get("campus") not in ("T0", "T2", "T4", "Y0"):
                why = self.STALE
            elif not code or code != live or r.get("captcha_response").upper() != code:
                why = "您在驗證碼欄位輸入的答案不正確。"
            elif r.get("campus") != "T0" or r.get("name") != t.person.employee_id or r.get("pass") != t.portal_password:
                why = "抱歉，無法辨識的帳號或密碼。"
            if why:
                t.counts["sign_in_refused"] += 1
                return self.login(why, name=r.get("name"))
            sid = secrets.token_hex(16)
            t.sessions.add("portal:" + sid)
            t.counts["sign_in"] += 1
            return redirect("/node/1?SESSION=" + sid, ("Set-Cookie", f"SESS5d1a={sid}; path=/; HttpOnly"))
        if path == "/user/login":
            return self.login(good="您已經登出系統。" if "bye" in r.query else "")
        sid = r.cookies.get("SESS5d1a", "")
        if "portal:" + sid not in t.sessions:
            return redirect("/user/login")
        if path == "/user/logout":
            t.sessions.discard("portal:" + sid)
            t.counts["sign_out_portal"] += 1
            return redirect("/user/login?bye=1", ("Set-Cookie", "SESS5d1a=deleted; path=/; Max-Age=0"))
        if path == "/node/1":
            inner = self.urls["inner"]
            body = f'''<div class="node node-page"><p>{t.person.name} 您好!</p></div>
<div class="block block-menu"><h2>個人管理</h2><ul class="menu"><li class="first leaf"><a href="{inner}/password?SESSION={sid}">更改密碼</a></li>
<li class="leaf"><a href="/node/40">個人簽章提醒設定</a></li><li class="leaf"><a href="/node/41">查詢員工連絡資料</a></li>
<li class="leaf"><a href="{inner}/contact?SESSION={sid}">維護個人連絡資料</a></li><li class="last leaf"><a href="/node/42">個人就醫紀錄查詢</a></li></ul></div>
<div class="view view-bulletin"><h2>全院公告</h2><table class="views-table"><tr><th>日期</th><th>標題</th></tr><tr><td>2013/10/21</td><td><a href="/node/43">流感疫苗施打時程</a></td></tr></table></div>'''
            return self.theme("PORTAL", "首頁選單", body, menu='<ul class="links secondary-menu"><li><a href="/user/logout">登出系統</a></li></ul>')
        return self.theme("PORTAL", "尚未開放", '<p>此單元尚在建置。</p><a href="/node/1">回功能選單</a>')

    # ---- inner
    def inner(self, r: Request) -> Response:
        t = self.truth
        sid = r.query.get("SESSION", "")
        if "portal:" + sid not in t.sessions:
            return redirect(self.urls["portal"] + "/user/login")
        back = f'<p><a href="{self.urls["portal"]}/node/1">回功能選單</a> | <a href="{self.urls["portal"]}/user/logout">登出系統</a></p>'
        good = bad = ""
        if r.path == "/password":
            if r.method == "POST":
                self.takes(r, **{"current_pass": "old_password", "pass[pass1]": "new_password", "pass[pass2]": "new_password_again"})
                new = r.get("pass[pass1]")
                if self.valid(r, "user_profile_form", sid) is None:
                    bad = self.STALE
                elif r.get("current_pass") != t.portal_password:
                    bad = "您目前的舊密碼輸入有誤。"
                elif new != r.get("pass[pass2]"):
                    bad = "兩次輸入的新密碼不符合。"
                elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                    bad = "新密碼不符合設定條件。"
                if bad:
                    t.counts["password_refused"] += 1
                else:
                    t.portal_password = new
                    t.counts["password_changed"] += 1
                    good = "變更已經儲存，下次請以新密碼登入。"
            inside = self.item("current_pass", "請輸入舊密碼：", "password") + self.item("pass[pass1]", "請輸入新密碼：", "password") + self.item("pass[pass2]", "請再輸入新密碼：", "password")
            inside += '<div class="description">密碼設定條件：<ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol></div>'
            return self.theme("個人管理", "更改密碼", self.form("user_profile_form", r.path + "?SESSION=" + sid, inside, ["儲存"], sid) + back, good, bad)
        if r.path == "/contact":
            if r.method == "POST":
                self.takes(r, **{keyed("mobile_phone"): "mobile_phone"})
                if self.valid(r, "webform_client_form_12", sid) is None or not all(r.has(keyed(f[0])) for f in FIELDS):
                    bad = self.STALE
                elif not re.fullmatch("09[0-9]{8}", r.get(keyed("mobile_phone"))):
                    bad = "行動電話 格式不正確。"
                else:
                    t.saved_contact = {f[0]: r.get(keyed(f[0])) for f in FIELDS}
                    t.counts["contact_saved"] += 1
                    good = "您的連絡資料已更新，謝謝。"
            inside = f'<div class="form-item webform-component-markup">員工編號：{t.person.employee_id}　姓名：{t.person.name}</div><fieldset class="webform-component-fieldset form-wrapper"><legend>連絡資料</legend>'
            for name, label, hint in FIELDS:
                now = t.saved_contact.get(name, getattr(t.person, name))
                inside += self.item(keyed(name), label, value=now, hint=hint, must=name == "mobile_phone")
            inside += "</fieldset>"
            return self.theme("個人管理", "維護個人連絡資料", self.form("webform_client_form_12", r.path + "?SESSION=" + sid, inside, ["異動儲存"], sid) + back, good, bad)
        return self.theme("個人管理", "找不到網頁", back)

    # ---- account
    def proof_page(self, key: str, node: str, good: str = "", bad: str = "", who: str = "", ask: bool = False) -> Response:
        if ask:
            inside = self.item("submitted[mobile]", "請輸入帳號登記的手機門號(10碼)", extra='maxlength="10" ')
            return self.theme("帳號服務", "發送簡訊動態碼", self.form("webform_phone", f"/node/{node}/phone", inside, ["確定發送", "取消"], key), good, bad)
        inside = self.item("submitted[account]", "網路帳號 / 主職員工編號", value=who)
        inside += '<input type="submit" name="op" value="發送簡訊動態碼" class="form-submit" />'
        inside += self.item("submitted[otp]", "簡訊(或MOTP)動態碼", extra='autocomplete="off" ', must=False)
        name = "啟用網路帳號及首次雲端帳號密碼設定" if node == "21" else "重置雲端服務密碼"
        notes = "<h3>注意事項</h3><ul><li>動態碼2分鐘內有效。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul>"
        return self.theme("帳號服務", name, notes + self.form("webform_proof", f"/node/{node}", inside, ["下一步"], key), good, bad)

    def account(self, r: Request) -> Response:
        t, p = self.truth, self.truth.person
        key = r.cookies.get("SESSacct", "")
        if key not in self.proof or r.path == "/":
            key = secrets.token_hex(12)
            self.proof[key] = {"who": "", "code": "", "at": 0.0, "node": ""}
            page = self.theme("帳號服務", "網路帳號服務", '''<div class="field-item"><h2>《規範》</h2><p>網路帳號為院內眾多服務之通用帳號與密碼，不可借用。</p><ul><li>請勿冒用院內同仁申請網路帳號。</li></ul>
<h2>《常見問題與服務》</h2><h3>密碼修改後多久可以生效</h3><p>即時生效。</p><h3>忘記密碼</h3><p>請以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></div>
<ul class="links"><li><a href="/node/21">啟用網路帳號及首次雲端帳號密碼設定</a><br>啟用本院微軟相關服務</li><li><a href="/node/22">重置雲端服務密碼</a></li><li><a href="#">總院廠商VPN展延申請</a></li></ul>''',
                bad="" if r.path == "/" else "工作階段已逾時，請由首頁重新開始。")
            page.headers.append(("Set-Cookie", f"SESSacct={key}; path=/"))
            return page
        s = self.proof[key]
        token = "account:" + key
        found = re.fullmatch(r"/node/(21|22)(/phone)?", r.path)
        if found:
            node = found[1]
            if r.method != "POST":
                return self.proof_page(key, node)
            if found[2]:
                self.takes(r, **{"submitted[mobile]": "registered_phone"})
                if self.valid(r, "webform_phone", key) is None:
                    return self.proof_page(key, node, bad=self.STALE)
                if r.get("op") != "確定發送":
                    return self.proof_page(key, node, who=s["who"])
                if s["who"] != p.employee_id or r.get("submitted[mobile]") != t.saved_contact.get("mobile_phone", p.mobile_phone):
                    return self.proof_page(key, node, bad="手機門號與登記資料不一致。", ask=True)
                s.update(code=t.new_message(), at=time.time(), node=node)
                return self.proof_page(key, node, good="動態碼簡訊發送成功。成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」", who=s["who"])
            self.takes(r, **{"submitted[account]": "employee_id", "submitted[otp]": "code"})
            who = r.get("submitted[account]")
            if self.valid(r, "webform_proof", key) is None:
                return self.proof_page(key, node, bad=self.STALE, who=who)
            if r.get("op") == "發送簡訊動態碼":
                if not re.fullmatch("[0-9]{6}", who):
                    return self.proof_page(key, node, bad="請輸入6位數員工編號。", who=who)
                s["who"] = who
                return self.proof_page(key, node, ask=True)
            code, s["code"] = s["code"], s["code"] if r.get("submitted[otp]") != s["code"] else ""
            if not code or who != s["who"] or s["node"] != node or r.get("submitted[otp]") != code:
                t.counts["code_refused"] += 1
                return self.proof_page(key, node, bad="動態碼不正確，請確認後再輸入。", who=who)
            if time.time() - s["at"] > 120:
                t.counts["code_refused"] += 1
                return self.proof_page(key, node, bad="動態碼已逾時失效，請重新發送。", who=who)
            t.sessions.add(token)
            t.counts["code_accepted"] += 1
            return redirect("/activate" if node == "21" else "/reset")
        if token not in t.sessions:
            return redirect("/")
        bye = '<p><a href="/leave">登出</a></p>'
        if r.path == "/leave":
            t.sessions.discard(token)
            t.counts["sign_out_account"] += 1
            return redirect("/")
        bad = ""
        if r.path == "/activate" and s["node"] == "21":
            if r.method == "POST":
                self.takes(r, **{"submitted[mailname]": "alias", "submitted[pw][pass1]": "cloud_password", "submitted[pw][pass2]": "cloud_password_again"})
                name, pw = r.get("submitted[mailname]").lower(), r.get("submitted[pw][pass1]")
                if self.valid(r, "webform_activate", key) is None:
                    bad = self.STALE
                elif r.get("op") == "取消啟用":
                    return redirect("/leave")
                elif t.alias:
                    bad = "此帳號先前已完成啟用，不可重複申請。"
                elif not re.fullmatch(r"[a-z][a-z0-9._-]{1,63}", name):
                    bad = "電子郵件名稱含有不允許的字元。"
                elif name == "taken.name":
                    bad = "電子郵件名稱已有人使用，請更換。"
                elif pw != r.get("submitted[pw][pass2]") or len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search("[0-9]", pw) or pw == t.portal_password:
                    bad = "雲端服務密碼不一致或強度不足。"
                else:
                    t.alias, t.cloud_password = name, pw
                    t.counts["activated"] += 1
                    return self.theme("帳號服務", "設定密碼與郵件別名", f"<p>您的信箱：{name}@ntuh.gov.tw</p>" + bye, good="雲端服務啟用完成，服務於隔日生效。")
            facts = "".join(f'<div class="field field-label-inline"><div class="field-label">{a}:&nbsp;</div><div class="field-item">{b}</div></div>' for a, b in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
            if t.alias:
                return self.theme("帳號服務", "設定密碼與郵件別名", facts + f"<p>雲端服務帳號 (電子郵件名稱)：{t.alias}@ntuh.gov.tw</p><p>您的雲端服務帳號已啟用，無須再設定。</p>" + bye, bad=bad)
            inside = self.item("submitted[mailname]", "雲端服務帳號 (電子郵件名稱)", hint="@ntuh.gov.tw 名稱長度限64字元內", value=r.get("submitted[mailname]"))
            inside += self.item("submitted[pw][pass1]", "雲端服務密碼", "password", hint="至少8碼，含英文及數字，不可與Portal相同") + self.item("submitted[pw][pass2]", "確認雲端服務密碼", "password")
            return self.theme("帳號服務", "設定密碼與郵件別名", facts + self.form("webform_activate", "/activate", inside, ["取消啟用", "啟用雲端服務"], key) + bye, bad=bad)
        if r.path == "/reset" and s["node"] == "22":
            if r.method == "POST":
                self.takes(r, **{"pass[pass1]": "cloud_password", "pass[pass2]": "cloud_password_again"})
                pw = r.get("pass[pass1]")
                if self.valid(r, "webform_reset", key) is None:
                    bad = self.STALE
                elif not t.alias:
                    bad = "尚未啟用網路帳號。"
                elif pw != r.get("pass[pass2]") or len(pw) < 8:
                    bad = "密碼不一致或長度不足。"
                else:
                    t.cloud_password = pw
                    return self.theme("帳號服務", "重置雲端服務密碼", bye, good="新密碼已經生效。")
            inside = self.item("pass[pass1]", "新雲端服務密碼", "password") + self.item("pass[pass2]", "確認新雲端服務密碼", "password")
            return self.theme("帳號服務", "重置雲端服務密碼", self.form("webform_reset", "/reset", inside, ["確定重置"], key) + bye, bad=bad)
        return redirect("/")

    # ---- mail
    def mail(self, r: Request) -> Response:
        t = self.truth
        sid = r.cookies.get("SESSmail", "")
        if r.path == "/image_captcha":
            return Response(picture(t.captcha, "PNG"), kind="image/png")
        if r.path == "/inbox" and "mail:" + sid in t.sessions:
            return self.theme("電子信", "收件匣", f'<p>{t.alias}@ntuh.gov.tw</p><table class="views-table"><tr><th>寄件者<th>主旨<tr><td>資訊室<td>歡迎使用</table><a href="/logout">登出</a>')
        if r.path == "/logout" and "mail:" + sid in t.sessions:
            t.sessions.discard("mail:" + sid)
            t.counts["sign_out_mail"] += 1
            return redirect("/")
        bad = ""
        if r.method == "POST":
            self.takes(r, name="mail_account", captcha_response="captcha", **{"pass": "mail_password"})
            code, live, t.captcha = self.valid(r, "mail_login"), t.captcha, ""
            if code is None:
                bad = self.STALE
            elif not code or code != live or r.get("captcha_response") != code:
                bad = "驗證碼答案不正確。"
            elif not t.alias or r.get("name").split("@")[0] != t.alias or r.get("pass") != t.cloud_password:
                bad = "帳號或密碼有誤。"
            else:
                sid = secrets.token_hex(12)
                t.sessions.add("mail:" + sid)
                t.counts["mail_sign_in"] += 1
                return redirect("/inbox", ("Set-Cookie", f"SESSmail={sid}; path=/"))
        code = t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5)
        inside = self.item("name", "帳號:") + self.item("pass", "密碼:", "password") + self.captcha() + self.item("captcha_response", "驗證碼(小寫字母或數字):") + "</div></fieldset>"
        inside += '<div class="form-item form-type-checkbox"><input type="checkbox" id="edit-remember" name="remember_me" value="1" class="form-checkbox" /> <label class="option" for="edit-remember">記住登入資訊 (公用電腦請勿勾選)</label></div>'
        return self.theme("電子信", "登入信箱", self.form("mail_login", "/", inside, ["登入"], code=code) + "<h2>公佈欄</h2><p>體系帳號整併中。</p>", bad=bad)

"""A hospital's sites as a Java house would have built them with Tapestry 5.3 in 2012."""

from __future__ import annotations

import base64
import re
import secrets
import sys
import time
from html import escape
from pathlib import Path

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402


def layout(title: str, inside: str, script: str = "") -> Response:
    return Response(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><meta content="text/html; charset=UTF-8" http-equiv="Content-Type"/><link type="text/css" rel="stylesheet" href="/assets/1.4.2/tapestry/default.css"/><title>{title}</title>
<meta content="Apache Tapestry Framework (version 5.3.6)" name="generator"/></head><body><div id="wrap"><h1>{title}</h1>{inside}</div>
<script type="text/javascript">//<![CDATA[
if (window.Tapestry) {{ Tapestry.onDOMLoaded(function() {{ Tapestry.init({{"formEventManager":[]}}); }}); }}
{script}
//]]></script></body></html>""")


def box(cid: str, label: str, value: str = "", kind: str = "text", more: str = "") -> str:
    return (f'<div class="t-beaneditor-row"><label id="{cid}-label" for="{cid}">{label}</label><input value="{escape(value)}" id="{cid}" class="t-field" name="{cid}" type="{kind}" {more}/>'
            f'<img id="{cid}_icon" class="t-error-icon t-invisible" alt="" src="/assets/1.4.2/core/spacer.gif"/></div>')


class TheSite(Site):
    title = "tapestry_2012"

    def __init__(self) -> None:
        super().__init__()
        self.data: dict[str, str] = {}
        self.flow: dict[str, dict[str, str]] = {}
        self.sent_at = 0.0

    def form(self, page: str, cid: str, body: str, context: str = "", errors: str = "") -> str:
        """A form component with its serialized actions and its errors' banner."""
        value = "H4sI" + base64.b64encode(secrets.token_bytes(60)).decode()
        self.data[value] = f"{page}.{cid}"
        banner = f'<div class="t-error"><div class="t-banner">請修正以下錯誤：</div><ul><li>{escape(errors)}</li></ul></div>' if errors else ""
        keep = f'<input value="{context}" name="t:ac" type="hidden"/>' if context else ""
        return f'{banner}<form action="/{page}.{cid}" method="post" id="{cid}"><div class="t-invisible">{keep}<input value="{value}" name="t:formdata" type="hidden"/></div>{body}</form>'

    def valid(self, r: Request) -> bool:
        return self.data.pop(r.get("t:formdata"), "-") == r.path.strip("/")

    def img(self) -> Response:
        return Response(picture(self.truth.captcha, "JPEG"), kind="image/jpeg")

    # ---- portal
    def signin(self, error: str = "", note: str = "") -> Response:
        self.truth.new_captcha()
        body = f"""<div class="t-beaneditor"><div class="t-beaneditor-row"><label id="hospital-label" for="hospital">院區</label><select id="hospital" name="hospital"><option value="MAIN" selected="selected">總院區</option><option value="HSINCHU">新竹分院</option><option value="YUNLIN">雲林分院</option></select></div>
{box("userId", "帳號", more='maxlength="6"')}{box("passwd", "密碼", kind="password")}{box("kaptcha", "驗證碼", more='size="8"')}<img src="/login:captcha/{secrets.token_hex(4)}" alt="captcha" width="120" height="36"/> (不用區分大小寫) <a href="/login">更換圖片</a>
<div class="t-beaneditor-row"><input value="登入" id="submit_0" name="submit_0" type="submit"/></div></div>"""
        tip = f'<p class="t-info">{note}</p>' if note else ""
        return layout("登入本院PORTAL系統", tip + self.form("login", "loginForm", body, errors=error))

    def portal(self, r: Request) -> Response:
        t = self.truth
        if r.path == "/":
            return redirect("/login")
        if r.path.startswith("/login:captcha/"):
            return self.img()
        if r.path == "/login":
            return self.signin()
        if r.path == "/login.loginform" or r.path == "/login.loginForm":
            self.takes(r, hospital="campus", userId="employee_id", passwd="portal_password", kaptcha="captcha")
            want, t.captcha = t.captcha, ""
            if not self.valid(r):
                return self.signin("表單資料已逾時，請重新登入。")
            if not want or r.get("kaptcha").upper() != want:
                t.counts["sign_in_refused"] += 1
                return self.signin("圖片文字與驗證碼不相符。")
            if (r.get("hospital"), r.get("userId"), r.get("passwd")) != ("MAIN", t.person.employee_id, t.portal_password):
                t.counts["sign_in_refused"] += 1
                return self.signin("登入失敗：帳號或密碼錯誤。")
            sid = secrets.token_hex(16).upper()
            t.sessions.add(f"portal:{sid}")
            t.counts["sign_in"] += 1
            return redirect("/menu", ("Set-Cookie", f"JSESSIONID={sid}; Path=/; HttpOnly"))
        sid = r.cookies.get("JSESSIONID", "")
        if f"portal:{sid}" not in t.sessions:
            return self.signin("您尚未登入或連線已逾時。")
        if r.path == "/menu.logout":
            t.sessions.discard(f"portal:{sid}")
            t.counts["sign_out_portal"] += 1
            return self.signin(note="您已登出系統。")
        if r.path == "/menu":
            i = self.urls["inner"]
            return layout("醫療資訊系統", f"""<p>{t.person.name} 您好! <a id="logout" href="/menu.logout">登出系統</a></p><div id="menuZone" class="t-zone"><h2>個人管理</h2><ul>
<li><a id="pagelink" href="{i}/personal/chgpwd?SESSION={sid}">更改密碼</a></li><li><a id="pagelink_0" href="/menu">個人簽章提醒設定</a></li><li><a id="pagelink_1" href="/menu">查詢員工連絡資料</a></li><li><a id="pagelink_2" href="{i}/personal/contact?SESSION={sid}">維護個人連絡資料</a></li></ul></div><h2>全院公告</h2><p>2012/10/21　薪資所得免稅額申報</p>""")
        return Response("Page not found", 404)

    # ---- inner
    def inner(self, r: Request) -> Response:
        t = self.truth
        sid = r.get("t:ac") or r.query.get("SESSION", "")
        if f"portal:{sid}" not in t.sessions:
            return layout("逾時", f'<p class="t-error">連線逾時</p><a href="{self.urls["portal"]}/login">重新登入</a>')
        back = f'<p><a href="{self.urls["portal"]}/menu">回功能選單</a></p>'
        bad = ""
        if r.path.startswith("/personal/chgpwd"):
            if r.method == "POST":
                self.takes(r, oldpw="old_password", newpw="new_password", newpw_0="new_password_again")
                new = r.get("newpw")
                if not self.valid(r):
                    bad = "表單資料已逾時。"
                elif r.get("oldpw") != t.portal_password:
                    bad = "舊密碼輸入錯誤。"
                elif new != r.get("newpw_0"):
                    bad = "兩次新密碼不同。"
                elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search(r"\d", new):
                    bad = "新密碼不符合設定條件。"
                else:
                    t.portal_password = new
                    t.counts["password_changed"] += 1
                    return layout("更改密碼", f'<p class="t-info">您的密碼已變更。</p>{back}')
                t.counts["password_refused"] += 1
            body = f'{box("oldpw", "請輸入舊密碼：", kind="password")}{box("newpw", "請輸入新密碼：", kind="password")}{box("newpw_0", "請再輸入新密碼：", kind="password")}<p>密碼設定條件：1.密碼長度不可少於8個字元 2.密碼內容需包含英文及數字</p><input type="submit" id="save" name="save" value="確定"/>'
            return layout("更改密碼", self.form("personal/chgpwd", "pwdForm", body, sid, bad) + back)
        if r.path.startswith("/personal/contact"):
            rows = (("lastName", "english_surname", "英文姓：", "ex:Chen(陳)"), ("firstName", "english_given", "英文首名：", "ex: Yi-Fen(怡芬)"), ("middleName", "english_middle", "英文中名：", "如無，可不填"),
                    ("ext", "office_phone", "辦公室電話：", "ex:61234"), ("tel", "home_phone", "住宅電話：", "ex:0223123456"), ("mobile", "mobile_phone", "行動電話：", "ex:0952000000"))
            note = ""
            if r.method == "POST":
                self.takes(r, mobile="mobile_phone")
                if not self.valid(r) or not all(r.has(n) for n, *_ in rows):
                    bad = "表單資料已逾時。"
                elif not re.fullmatch(r"09\d{8}", r.get("mobile")):
                    bad = "行動電話須為10碼數字。"
                else:
                    t.saved_contact = {k: r.get(n) for n, k, *_ in rows}
                    t.counts["contact_saved"] += 1
                    note = '<p class="t-info">連絡資料異動完成。</p>'
            body = f'<p>員工編號：{t.person.employee_id} 姓名：{t.person.name}</p>' + "".join(box(n, lab, t.saved_contact.get(k, getattr(t.person, k))) + f"<em>{hint}</em>" for n, k, lab, hint in rows)
            return layout("台大醫院---維護個人連絡資料", note + self.form("personal/contact", "contactForm", body + '<input type="submit" id="submit_1" name="submit_1" value="異動儲存"/>', sid, bad) + back)
        return Response("Page not found", 404)

    # ---- account
    def verify(self, page: str, user: str = "", bad: str = "", note: str = "") -> Response:
        body = f"""{box("netId", "網路帳號 / 主職員工編號", user, more='maxlength="6"')}<input type="submit" id="sendSms" name="sendSms" value="發送簡訊動態碼"/>
{box("motp", "簡訊(或MOTP)動態碼", more='maxlength="6" autocomplete="off"')}<input type="submit" id="next" name="next" value="下一步"/>"""
        tip = f'<p class="t-info">{note}</p>' if note else ""
        name = "重置雲端服務密碼" if page == "resetpw" else "啟用網路帳號及首次雲端帳號密碼設定"
        return layout(name, f'<p>注意事項：按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</p>{tip}<div class="t-zone" id="verifyZone">{self.form(page, "verifyForm", body, errors=bad)}</div>')

    def phone(self, page: str, bad: str = "") -> Response:
        body = box("phoneNo", "請輸入帳號登記的手機門號(10碼)", more='maxlength="10"') + f'<input type="submit" id="send" name="send" value="確定發送"/> <a href="/{page}">取消</a>'
        return layout("發送簡訊動態碼", f'<div class="t-zone" id="phoneZone">{self.form(page, "phoneForm", body, errors=bad)}</div>')

    def account(self, r: Request) -> Response:
        t, p = self.truth, self.truth.person
        if r.path == "/":
            return layout("網路帳號服務", """<h2>《規範》</h2><p>網路帳號為院內眾多服務之通用帳號與密碼，不可借用。</p><h2>《常見問題與服務》</h2><p>密碼修改後即時生效。</p>
<p><a href="/activate">啟用網路帳號及首次雲端帳號密碼設定</a></p><p><a href="/resetpw">重置雲端服務密碼</a></p><p><a href="/">總院廠商VPN展延申請</a></p>""")
        page, _, cid = r.path.strip("/").partition(".")
        if page not in ("activate", "resetpw"):
            return Response("Page not found", 404)
        key = r.cookies.get("JSESSIONID_HELP", "")
        if not cid:
            key = secrets.token_hex(12)
            self.flow[key] = {}
            out = self.verify(page)
            out.headers.append(("Set-Cookie", f"JSESSIONID_HELP={key}; Path=/"))
            return out
        st = self.flow.get(key)
        if st is None:
            return redirect(f"/{page}")
        if cid in ("verifyForm", "phoneForm"):
            self.takes(r, netId="employee_id", motp="code", phoneNo="registered_phone")
            if not self.valid(r):
                return self.verify(page, bad="表單資料已逾時。")
            if cid == "phoneForm":
                if st.get("id") != p.employee_id or r.get("phoneNo") != t.saved_contact.get("mobile_phone", p.mobile_phone):
                    return self.phone(page, "手機門號與登記不符。")
                st["code"] = t.new_message()
                self.sent_at = time.time()
                return self.verify(page, p.employee_id, note="動態碼簡訊發送成功，請將簡訊動態碼輸入後，按「下一步」")
            if r.get("netId") != p.employee_id:
                return self.verify(page, bad="查無此帳號。")
            if r.has("sendSms"):
                st["id"] = p.employee_id
                return self.phone(page)
            if not st.get("code") or r.get("motp") != st["code"] or time.time() - self.sent_at > 120:
                t.counts["code_refused"] += 1
                return self.verify(page, p.employee_id, "動態碼不正確或已逾時。")
            st.update(code="", ok=page)
            t.sessions.add(f"account:{key}")
            t.counts["code_accepted"] += 1
        elif f"account:{key}" not in t.sessions or st.get("ok") != page:
            return redirect(f"/{page}")
        leave = f'<p><a id="leave" href="/{page}.leave">登出</a></p>'
        if cid == "leave":
            t.sessions.discard(f"account:{key}")
            t.counts["sign_out_account"] += 1
            return redirect("/")
        bad = ""
        if cid == "setupForm":
            self.takes(r, alias="alias", secret="cloud_password", secret_0="cloud_password_again")
            name, pw = r.get("alias"), r.get("secret")
            if not self.valid(r):
                bad = "表單資料已逾時。"
            elif (page == "activate") == bool(t.alias):
                bad = "帳號狀態不符，無法執行（已啟用者不可再啟用，未啟用者請先啟用）。"
            elif page == "activate" and name == "taken.name":
                bad = "此郵件名稱已被使用。"
            elif page == "activate" and not re.fullmatch(r"[a-z][a-z0-9._-]{2,63}", name):
                bad = "郵件名稱格式不正確。"
            elif pw != r.get("secret_0") or len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search(r"\d", pw):
                bad = "密碼不一致或不符規定。"
            else:
                t.cloud_password = pw
                if page == "activate":
                    t.alias = name
                    t.counts["activated"] += 1
                return layout("完成", f'<p class="t-info">設定成功！{escape(t.alias)}@ntuh.gov.tw 將於隔日生效。</p>{leave}')
        pair = box("secret", "雲端服務密碼", kind="password") + box("secret_0", "再次輸入雲端服務密碼", kind="password") + "<p>密碼至少8碼，需含英文及數字</p>"
        if page == "resetpw":
            return layout("重置雲端服務密碼", self.form(page, "setupForm", pair + '<input type="submit" name="go" value="確定重置"/>', errors=bad) + leave)
        facts = f"<dl><dt>網路帳號 / 主職員工編號</dt><dd>{p.employee_id}</dd><dt>帳號姓名</dt><dd>{p.name}</dd><dt>主職單位</dt><dd>{p.unit}</dd><dt>有效期限</dt><dd>{p.valid_until}</dd></dl>"
        if t.alias:
            return layout("設定密碼與郵件別名", f'{facts}<p class="t-error">{bad}</p><p>此帳號已完成啟用，郵件名稱：{escape(t.alias)}@ntuh.gov.tw</p>{leave}')
        body = box("alias", "雲端服務帳號 (電子郵件名稱)", more='maxlength="64"') + "@ntuh.gov.tw 名稱長度限64字元內" + pair + '<input type="submit" id="enable" name="enable" value="啟用雲端服務"/> <a href="/activate.leave">取消啟用</a>'
        return layout("設定密碼與郵件別名", facts + self.form(page, "setupForm", body, errors=bad) + leave)

    # ---- webmail
    def mail(self, r: Request) -> Response:
        t = self.truth
        sid, bad = r.cookies.get("MAILSESSION", ""), ""
        if r.path.startswith("/index:captcha"):
            return self.img()
        if r.path == "/index.mailForm" and r.method == "POST":
            self.takes(r, account="mail_account", password="mail_password", kaptcha="captcha")
            want, t.captcha = t.captcha, ""
            if not self.valid(r):
                bad = "表單資料已逾時。"
            elif not want or r.get("kaptcha") != want:
                bad = "驗證碼錯誤。"
            elif not t.alias or (r.get("account"), r.get("password")) != (t.alias, t.cloud_password):
                bad = "帳號或密碼錯誤。"
            else:
                sid = secrets.token_hex(12)
                t.sessions.add(f"mail:{sid}")
                t.counts["mail_sign_in"] += 1
                return redirect("/inbox", ("Set-Cookie", f"MAILSESSION={sid}; Path=/"))
        if f"mail:{sid}" in t.sessions and r.path == "/inbox.logout":
            t.sessions.discard(f"mail:{sid}")
            t.counts["sign_out_mail"] += 1
            return redirect("/")
        if f"mail:{sid}" in t.sessions and r.path == "/inbox":
            return layout("收件匣", '<table class="t-data-grid"><tr><td>資訊室</td><td>歡迎使用</td></tr></table><a href="/inbox.logout">登出</a>')
        t.new_captcha("abcdefhkmnprtwxy2345678", 5)
        body = f'{box("account", "帳號:")}{box("password", "密碼:", kind="password")}{box("kaptcha", "驗證碼(小寫字母或數字):")}<img alt="" src="/index:captcha/{secrets.token_hex(3)}"/><input type="checkbox" id="remember" name="remember"/><label for="remember">記住登入資訊 (公用電腦請勿勾選)</label><input type="submit" name="submit" value="登入"/>'
        return layout("電子信系統", self.form("index", "mailForm", body, errors=bad) + "<h2>公佈欄</h2>")

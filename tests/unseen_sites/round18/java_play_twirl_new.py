"""A Play application with Twirl templates: clean pages, English names, small Chinese labels above the boxes."""

from __future__ import annotations

import html
import re
import secrets
import time

from truth import Request, Response, Site, picture, redirect

STYLE = """body{font:16px/1.5 'Inter','Noto Sans TC',sans-serif;margin:0;color:#222}header.top{border-bottom:1px solid #eee;padding:14px 32px;display:flex;justify-content:space-between}
section{max-width:640px;margin:32px auto}dl.field{margin:0 0 18px}dl.field dt label{font-size:12px;color:#777}dl.field dd{margin:0}dl.field dd input,dl.field dd select{width:100%;padding:8px;border:1px solid #ccc;border-radius:6px}
dd.error{color:#b00020;font-size:13px}.banner{padding:10px 16px;border-radius:6px;background:#fdecea}.banner.ok{background:#e6f4ea}button,.button{background:#2f6f4f;color:#fff;border:0;border-radius:6px;padding:9px 18px}.ghost{background:none;color:#2f6f4f}"""


class TheSite(Site):
    title = "java_play_twirl_new"

    def __init__(self) -> None:
        super().__init__()
        self.play: dict[str, dict] = {}

    # @main(title)(content)
    def main(self, title: str, content: str, right: str = "", cookie: str = "", status: int = 200) -> Response:
        heads = [("Set-Cookie", cookie)] if cookie else []
        return Response(f"""<!DOCTYPE html>
<html lang="zh-TW">
    <head>
        <meta charset="UTF-8">
        <title>{title}</title>
        <link rel="stylesheet" media="screen" href="/assets/stylesheets/main.css">
        <link rel="icon" href="data:,">
    </head>
    <body>
        <header class="top"><strong>NTUH</strong><nav>{right}</nav></header>
        <section>
{content}
        </section>
        <footer style="text-align:center;color:#bbb;font-size:12px">NTUH Information Office &middot; 資訊室 261120</footer>
    </body>
</html>""", status, headers=heads)

    # @helper.inputText(...)
    def box(self, name: str, label: str, kind: str = "text", value: str = "", help_: str = "", error: str = "", more: str = "") -> str:
        wrong = f'\n  <dd class="error">{error}</dd>' if error else ""
        hint = f'\n  <dd class="info"><small>{help_}</small></dd>' if help_ else ""
        return f"""<dl class="field{' error' if error else ''}" id="{name}_field">
  <dt><label for="{name}"><small>{label}</small></label></dt>
  <dd><input type="{kind}" id="{name}" name="{name}" value="{html.escape(value)}" {more}></dd>{wrong}{hint}
</dl>
"""

    def open(self, cookies: dict[str, str], which: str) -> tuple[str, dict]:
        pid = cookies.get(which, "")
        if pid not in self.play:
            pid = secrets.token_hex(18)
            self.play[pid] = {"csrf": f"{secrets.token_hex(20)}-{int(time.time())}"}
        return pid, self.play[pid]

    def crumb(self, data: dict) -> str:
        return f'<input type="hidden" name="csrfToken" value="{data["csrf"]}"/>'

    def forbidden(self) -> Response:
        return self.main("Unauthorized", '<h1>Unauthorized</h1><p>CSRF token check failed. 頁面已失效，請重新開啟。</p><p><a href="/">Home</a></p>', status=403)

    def portal(self, request: Request) -> Response:
        t, path = self.truth, request.path
        if path == "/assets/stylesheets/main.css":
            return Response(STYLE, kind="text/css")
        if path == "/captcha.png":
            return Response(picture(t.new_captcha(), "PNG"), kind="image/png", headers=[("Cache-Control", "no-cache, no-store")])
        pid, data = self.open(request.cookies, "PLAY_SESSION")
        cookie = f"PLAY_SESSION={pid}; Path=/; HTTPOnly; SameSite=Lax"
        if path == "/authenticate" and request.method == "POST":
            self.takes(request, campus="campus", username="employee_id", secret="portal_password", captchaText="captcha")
            shown, t.captcha = t.captcha, ""
            if request.get("csrfToken") != data["csrf"]:
                return self.forbidden()
            errors = {}
            if request.get("campus") not in ("T0", "T2", "T3", "T4", "T5", "Y0"):
                errors["campus"] = "請選擇院區"
            elif not shown or request.get("captchaText").strip().upper() != shown:
                errors["captchaText"] = "與圖片上的文字不同"
                t.counts["sign_in_refused"] += 1
            elif request.get("username").strip() != t.person.employee_id or request.get("secret") != t.portal_password:
                errors["secret"] = "這組帳號與密碼無法登入"
                t.counts["sign_in_refused"] += 1
            if errors:
                return self.welcome(data, cookie, request.get("username"), errors)
            del self.play[pid]
            new = secrets.token_hex(18)
            self.play[new] = {"csrf": f"{secrets.token_hex(20)}-{int(time.time())}", "user": t.person.employee_id, "pass": secrets.token_hex(16)}
            t.sessions.add("portal:" + new)
            t.counts["sign_in"] += 1
            return redirect("/home", ("Set-Cookie", f"PLAY_SESSION={new}; Path=/; HTTPOnly; SameSite=Lax"), status=303)
        if not data.get("user"):
            if path in ("/", "/login"):
                return self.welcome(data, cookie, "", {})
            return redirect("/login", ("Set-Cookie", cookie), status=303)
        if path == "/logout" and request.method == "POST":
            self.takes(request)
            if request.get("csrfToken") != data["csrf"]:
                return self.forbidden()
            del self.play[pid]
            t.sessions.discard("portal:" + pid)
            t.counts["sign_out_portal"] += 1
            return redirect("/login", ("Set-Cookie", "PLAY_SESSION=; Max-Age=0; Path=/"), status=303)
        if path == "/soon":
            return self.main("Coming soon", '<h1>Coming soon</h1><p>此功能暫不開放。</p><a href="/home">Back</a>')
        if path == "/home":
            seat = f'{self.urls["inner"]}/%s?SESSION={data["pass"]}'
            items = [("更改密碼", "Change password", seat % "password"), ("個人簽章提醒設定", "Signature", "/soon"), ("員工待遇福利查詢", "Benefits", "/soon"), ("查詢員工連絡資料", "Directory", "/soon"), ("維護個人連絡資料", "My contact", seat % "contact"), ("行動憑證申請", "Certificates", "/soon")]
            tiles = "\n".join(f'<li><a href="{to}">{zh}<br><small>{en}</small></a></li>' for zh, en, to in items)
            return self.main("Home", f"<h1>您好!</h1><p>總院差勤待簽 0 未核准 0 被駁回 0</p><h2>個人管理 <small>Personal</small></h2><ul>{tiles}</ul><h2>全院公告</h2><p>2019/10/21 請填報「薪資所得免稅額申報表」</p>",
                             f'{t.person.name} <form action="/logout" method="POST" style="display:inline">{self.crumb(data)}<button type="submit" class="ghost">登出系統</button></form>')
        return redirect("/home", status=303) if path in ("/", "/login") else self.main("Not found", "<h1>Action not found</h1>", status=404)

    def welcome(self, data: dict, cookie: str, user: str, errors: dict) -> Response:
        lines = "".join(f'<option value="{v}">{n}</option>' for v, n in (("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("T4", "新竹分院"), ("T5", "竹東分院"), ("Y0", "雲林分院")))
        top = '<p class="banner">無法登入，請檢查下列欄位。</p>' if errors else ""
        return self.main("Sign in", f"""<h1>Sign in</h1>{top}
<form action="/authenticate" method="POST" autocomplete="off">{self.crumb(data)}
<dl class="field" id="campus_field"><dt><label for="campus"><small>院區</small></label></dt><dd><select id="campus" name="campus">{lines}</select></dd></dl>
{self.box("username", "帳號", value=user, error=errors.get("username", ""), more='maxlength="6" required')}{self.box("secret", "密碼", "password", error=errors.get("secret", ""), more="required")}
<p><img src="/captcha.png" alt="captcha" width="120" height="36"></p>
{self.box("captchaText", "驗證碼 (不用區分大小寫)", error=errors.get("captchaText", ""), more='maxlength="6" required')}
<button type="submit">Sign in &rarr;</button></form>""", '<a href="/soon">院外網</a> <a href="/soon">KM系統</a>', cookie, 400 if errors else 200)

    def inner(self, request: Request) -> Response:
        t, path = self.truth, request.path
        if path == "/assets/stylesheets/main.css":
            return Response(STYLE, kind="text/css")
        if request.method == "POST":
            self.takes(request, currentSecret="old_password", nextSecret="new_password", nextSecretAgain="new_password_again", mobile="mobile_phone")
        seat = request.query.get("SESSION") or request.cookies.get("PLAY_STAFF", "")
        owner = next((d for d in self.play.values() if seat and d.get("pass") == seat), None)
        home = self.urls["portal"] + "/home"
        if owner is None:
            return redirect(self.urls["portal"] + "/login", status=303)
        if request.query.get("SESSION"):
            return redirect(path, ("Set-Cookie", f"PLAY_STAFF={seat}; Path=/; HTTPOnly"), status=303)
        form = self.crumb({"csrf": owner.setdefault("csrf2", secrets.token_hex(24))})
        if request.method == "POST" and request.get("csrfToken") != owner["csrf2"]:
            return self.forbidden()
        right, e = f'<a href="{home}">回功能選單</a>', {}
        if path == "/password":
            if request.method == "POST":
                old, new = request.get("currentSecret"), request.get("nextSecret")
                if old != t.portal_password:
                    e["currentSecret"] = "與目前的密碼不同"
                if len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new) or new == old:
                    e["nextSecret"] = "不符合密碼設定條件"
                if new != request.get("nextSecretAgain"):
                    e["nextSecretAgain"] = "兩次輸入不同"
                if not e:
                    t.portal_password = new
                    t.counts["password_changed"] += 1
                    owner["csrf2"] = secrets.token_hex(24)
                    return redirect("/password/saved", status=303)
                t.counts["password_refused"] += 1
            return self.main("Change password", f"""<h1>更改密碼</h1>{'<p class="banner">密碼沒有變更。</p>' if e else ''}<form action="/password" method="POST">{form}
{self.box("currentSecret", "請輸入舊密碼：", "password", error=e.get("currentSecret", ""))}{self.box("nextSecret", "請輸入新密碼：", "password", error=e.get("nextSecret", ""))}{self.box("nextSecretAgain", "請再輸入新密碼：", "password", error=e.get("nextSecretAgain", ""))}
<p><small>密碼強度檢核：</small> <meter max="3" value="0"></meter></p><p><small>密碼設定條件：1.密碼長度不可少於8個字元 2.密碼內容需包含英文及數字</small></p>
<button type="submit">Save</button></form>""", right, status=400 if e else 200)
        if path == "/password/saved":
            return self.main("Saved", f'<h1>Saved</h1><p class="banner ok">新的密碼已經儲存並立即啟用。</p><p><a class="button" href="{home}">回功能選單</a></p>', right)
        if path == "/contact":
            names = [("surname", "english_surname", "英文姓：", "ex:Chen(陳)"), ("givenName", "english_given", "英文首名：", "ex: Yi-Fen(怡芬)"), ("middleName", "english_middle", "英文中名：", "ex:Mary 為英文別名，如無，可不填"),
                     ("officePhone", "office_phone", "辦公室電話：", "ex:61234或23123456"), ("homePhone", "home_phone", "住宅電話：", "ex:0223123456"), ("mobile", "mobile_phone", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")]
            if request.method == "POST":
                if not re.fullmatch(r"09[0-9]{8}", request.get("mobile").strip()):
                    e["mobile"] = "請輸入 09 開頭的 10 碼數字"
                else:
                    for field, key, _, _ in names:
                        t.saved_contact[key] = request.get(field).strip()
                    t.counts["contact_saved"] += 1
                    owner["said"] = True
                    return redirect("/contact", status=303)
            said = '<p class="banner ok">已儲存最新的連絡資料。</p>' if owner.pop("said", False) else ""
            boxes = "".join(self.box(f, z, value=t.saved_contact.get(k, getattr(t.person, k)), help_=h, error=e.get(f, "")) for f, k, z, h in names)
            return self.main("My contact", f"""<h1>台大醫院---維護個人連絡資料</h1>{said}<form action="/contact" method="POST">{form}<p><small>員工編號：</small>{t.person.employee_id} <small>姓名：</small>{t.person.name}</p>{boxes}<button type="submit">異動儲存</button></form>""", right)
        return self.main("Not found", "<h1>Action not found</h1>", status=404)

    def account(self, request: Request) -> Response:
        t, path = self.truth, request.path
        if path == "/assets/stylesheets/main.css":
            return Response(STYLE, kind="text/css")
        pid, data = self.open(request.cookies, "PLAY_HELP")
        cookie = f"PLAY_HELP={pid}; Path=/; HTTPOnly; SameSite=Lax"
        if request.method == "POST":
            self.takes(request, staffNumber="employee_id", registeredMobile="registered_phone", passcode="code", mailName="alias", cloudSecret="cloud_password", cloudSecretAgain="cloud_password_again")
            if request.get("csrfToken") != data["csrf"]:
                return self.forbidden()
        if path == "/":
            return self.main("Network account", """<h1>網路帳號 <small>Network account</small></h1><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<h2>《規範》</h2><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li></ul>
<h2>《常見問題與服務》</h2><p><b>密碼修改後多久可以生效</b> 即時生效。</p><p><b>忘記密碼</b> 請以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p>
<p><a class="button" href="/activate/identity">啟用網路帳號及首次雲端帳號密碼設定</a><br><small>啟用本院微軟相關服務，如：Office365, Outlook...</small></p>
<p><a class="button" href="/reset/identity">重置雲端服務密碼</a><br><small>重設非Portal帳號的密碼</small></p><p><a class="ghost" href="/vendor">總院廠商VPN展延申請</a></p>""", cookie=cookie)
        m = re.fullmatch(r"/(activate|reset)/(identity|phone|sent|settings|exit)", path)
        if not m:
            return self.main("Not found", '<h1>Action not found</h1><a href="/">Home</a>', status=404)
        flow, page = m.groups()
        name = "啟用網路帳號及首次雲端帳號密碼設定" if flow == "activate" else "重置雲端服務密碼"
        form, home = self.crumb(data), '<a href="/">首頁</a>'
        if page == "identity":
            return self.identity(request, pid, data, flow, name, cookie)
        if page in ("phone", "sent") and not data.get("staff"):
            return redirect(f"/{flow}/identity", status=303)
        if page == "phone":
            error = ""
            if request.method == "POST":
                if request.get("registeredMobile").strip() == t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                    data.update(code=t.new_message(), at=time.time(), flow=flow)
                    return redirect(f"/{flow}/sent", status=303)
                error = "這不是此帳號登記的手機門號"
            return self.main(name, f'<h1>Text message</h1><form action="/{flow}/phone" method="POST">{form}{self.box("registeredMobile", "請輸入帳號登記的手機門號(10碼)", "tel", error=error, more="maxlength=10")}<button type="submit">確定發送</button> <a class="ghost" href="/{flow}/identity">取消</a></form>', home)
        if page == "sent":
            return self.main(name, f'<h1>動態碼簡訊發送成功</h1><p class="banner ok">成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p><a class="button" href="/{flow}/identity">確定</a>', home)
        if data.get("proved") != flow:
            return redirect(f"/{flow}/identity", status=303)
        if page == "exit":
            if request.method != "POST":
                return redirect(f"/{flow}/settings", status=303)
            del self.play[pid]
            t.sessions.discard("account:" + pid)
            t.counts["sign_out_account"] += 1
            return redirect("/", status=303)
        leave = f'<form action="/{flow}/exit" method="POST">{form}<button type="submit" class="ghost">登出 Leave</button></form>'
        e: dict[str, str] = {}
        if request.method == "POST":
            alias, pw = request.get("mailName").strip().lower(), request.get("cloudSecret")
            if flow == "activate" and t.alias:
                e["mailName"] = "帳號早已啟用，不能再設定一次"
            elif flow == "activate" and not re.fullmatch(r"[a-z][a-z0-9._-]{1,63}", alias):
                e["mailName"] = "名稱須以英文字母開頭，只含英數字 . _ -"
            elif flow == "activate" and alias == "taken.name":
                e["mailName"] = "這個名稱已被其他人使用"
            if len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search("[0-9]", pw) or pw == t.portal_password:
                e["cloudSecret"] = "至少 8 碼並含英文與數字，且不可與 Portal 密碼相同"
            elif pw != request.get("cloudSecretAgain"):
                e["cloudSecretAgain"] = "兩次輸入不同"
            if not e and (flow == "activate" or t.alias):
                t.cloud_password = pw
                if flow == "activate":
                    t.alias = alias
                    t.counts["activated"] += 1
                    return self.main("All set", f'<h1>All set</h1><p class="banner ok">雲端服務帳號 {html.escape(alias)}@ntuh.gov.tw 已建立完成，明日起可以使用。</p>{leave}')
                return self.main("All set", f'<h1>All set</h1><p class="banner ok">雲端服務密碼已換成新的。</p>{leave}')
        if flow == "activate" and t.alias and not e:
            return self.main("Account", f'<h1>Account</h1><p class="banner ok">您已經啟用過雲端服務，不需要再做任何設定。</p><p><small>雲端服務帳號</small><br>{html.escape(t.alias)}@ntuh.gov.tw</p>{leave}')
        if flow == "reset" and not t.alias:
            return self.main("Account", f'<h1>Account</h1><p class="banner">還沒有啟用網路帳號。</p>{leave}')
        facts = "".join(f"<p><small>{k}</small><br>{v}</p>" for k, v in (("網路帳號 / 主職員工編號", t.person.employee_id), ("帳號姓名", t.person.name), ("主職單位", t.person.unit), ("有效期限", t.person.valid_until))) + self.box("mailName", "雲端服務帳號 (電子郵件名稱)", value=request.get("mailName"), help_="@ntuh.gov.tw 名稱長度限64字元內", error=e.get("mailName", ""), more='maxlength="64" spellcheck="false"') if flow == "activate" else ""
        press = '<a class="ghost" href="/">取消啟用</a> <button type="submit">啟用雲端服務</button>' if facts else '<button type="submit">重置雲端服務密碼</button>'
        return self.main("Settings", f"""<h1>{"設定密碼與郵件別名" if facts else name}</h1>{'<p class="banner">尚未完成，請看下列說明。</p>' if e else ''}<form action="/{flow}/settings" method="POST">{form}{facts}
{self.box("cloudSecret", "設定雲端服務密碼", "password", error=e.get("cloudSecret", ""), more='autocomplete="new-password"')}{self.box("cloudSecretAgain", "再次輸入雲端服務密碼", "password", error=e.get("cloudSecretAgain", ""), more='autocomplete="new-password"')}{press}</form>{leave}""")

    def identity(self, request: Request, pid: str, data: dict, flow: str, name: str, cookie: str) -> Response:
        t, e = self.truth, {}
        staff = data.get("staff", "")
        if request.method == "POST":
            staff = request.get("staffNumber").strip()
            if staff != t.person.employee_id:
                e["staffNumber"] = "沒有這個員工編號"
            elif request.get("action") == "send":
                data["staff"] = staff
                return redirect(f"/{flow}/phone", status=303)
            elif not data.get("code") or data.get("flow") != flow:
                e["passcode"] = "請先按「發送簡訊動態碼」"
            elif time.time() - data["at"] > 120 or request.get("passcode").strip() != data["code"]:
                t.counts["code_refused"] += 1
                e["passcode"] = "動態碼已經過期，請再發送一次" if time.time() - data["at"] > 120 else "動態碼不對，請再看一次簡訊"
            else:
                data.update(code="", proved=flow)
                t.sessions.add("account:" + pid)
                t.counts["code_accepted"] += 1
                return redirect(f"/{flow}/settings", status=303)
        return self.main(name, f"""<h1>{name}</h1><details open><summary>注意事項</summary><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></details>
<form action="/{flow}/identity" method="POST">{self.crumb(data)}{self.box("staffNumber", "網路帳號 / 主職員工編號", value=staff, error=e.get("staffNumber", ""), more='maxlength="6" inputmode="numeric"')}<button type="submit" name="action" value="send" class="ghost">發送簡訊動態碼</button>
{self.box("passcode", "簡訊(或MOTP)動態碼", error=e.get("passcode", ""), more='maxlength="6" autocomplete="one-time-code"')}<button type="submit" name="action" value="next">下一步</button></form>""", '<a href="/">首頁</a>', cookie)

    def mail(self, request: Request) -> Response:
        t, path = self.truth, request.path
        if path == "/assets/stylesheets/main.css":
            return Response(STYLE, kind="text/css")
        if path == "/captcha.png":
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5), "PNG"), kind="image/png")
        pid, data = self.open(request.cookies, "PLAY_MAIL")
        cookie, e = f"PLAY_MAIL={pid}; Path=/; HTTPOnly", {}
        if request.method == "POST":
            self.takes(request, mailbox="mail_account", passphrase="mail_password", captchaText="captcha")
            if request.get("csrfToken") != data["csrf"]:
                return self.forbidden()
        if path == "/session" and request.method == "POST":
            shown, t.captcha = t.captcha, ""
            if not shown or request.get("captchaText").strip() != shown:
                e["captchaText"] = "與圖片上的文字不同"
            elif not t.alias or request.get("mailbox").strip().lower().removesuffix("@ntuh.gov.tw") != t.alias or request.get("passphrase") != t.cloud_password:
                e["passphrase"] = "無法以這組帳號密碼開啟信箱"
            else:
                data["box"] = t.alias
                t.sessions.add("mail:" + pid)
                t.counts["mail_sign_in"] += 1
                return redirect("/inbox", status=303)
        if path == "/session/delete" and data.get("box") and request.method == "POST":
            del self.play[pid]
            t.sessions.discard("mail:" + pid)
            t.counts["sign_out_mail"] += 1
            return redirect("/", status=303)
        if data.get("box"):
            return self.main("Inbox", "<h1>收件匣 <small>Inbox</small></h1><ul><li>資訊室 — 歡迎使用雲端信箱</li></ul>", f'{html.escape(t.alias)}@ntuh.gov.tw <form action="/session/delete" method="POST" style="display:inline">{self.crumb(data)}<button type="submit" class="ghost">登出</button></form>')
        return self.main("Webmail", f"""<h1>Webmail</h1><form action="/session" method="POST">{self.crumb(data)}{self.box("mailbox", "帳號:", value=request.get("mailbox"))}{self.box("passphrase", "密碼:", "password", error=e.get("passphrase", ""))}<img src="/captcha.png" alt="">
{self.box("captchaText", "驗證碼(小寫字母或數字):", error=e.get("captchaText", ""), more='maxlength="5" autocomplete="off"')}<p><input type="checkbox" id="remember" name="remember" value="true"> <label for="remember">記住登入資訊 (公用電腦請勿勾選)</label></p><button type="submit">Sign in</button></form>
<h3>公佈欄</h3><p><small>※如無法登入，請先至下方網址變更密碼，謝謝：https://help.ntuh.gov.tw/</small></p>""", cookie=cookie, status=400 if e else 200)

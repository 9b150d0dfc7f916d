"""Mobile first: a Rails application of cards, placeholders and a bottom bar, made for phones; SquirrelMail still behind it."""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect


class TheSite(Site):
    title = "Rails, mobile-first cards"

    def __init__(self) -> None:
        super().__init__()
        self.jars: dict[str, dict] = {}
        self.proofs: dict[str, dict] = {}
        self.squirrels: dict[str, bool] = {}

    # ------------------------------------------------------------------ ActionController
    def jar(self, request: Request, name: str) -> dict:
        key = request.cookies.get(name, "")
        if key not in self.jars:
            key = secrets.token_hex(16)
            self.jars[key] = {"_id": key, "_name": name, "_csrf": secrets.token_urlsafe(24), "notice": "", "alert": ""}
        return self.jars[key]

    def forged(self, request: Request, jar: dict) -> bool:
        """protect_from_forgery: masked tokens, any of this session's is good."""
        return request.get("authenticity_token").partition("--")[0] != jar["_csrf"]

    def to(self, jar: dict, where: str, notice: str = "", alert: str = "") -> Response:
        jar["notice"], jar["alert"] = notice, alert
        return redirect(where, self.cookie(jar))

    @staticmethod
    def cookie(jar: dict) -> tuple[str, str]:
        return ("Set-Cookie", f"{jar['_name']}={jar['_id']}; path=/; HttpOnly")

    def view(self, jar: dict, title: str, body: str, *, bar: str = "", back: str = "", status: int = 200) -> Response:
        notice, jar["notice"] = jar["notice"], ""
        alert, jar["alert"] = jar["alert"], ""
        return Response(f"""<!DOCTYPE html>
<html>
  <head>
    <title>{title}</title>
    <meta name="viewport" content="width=device-width,initial-scale=1,user-scalable=no">
    <meta name="csrf-param" content="authenticity_token" />
    <meta name="csrf-token" content="{self.mask(jar)}" />
    <link rel="stylesheet" media="all" href="/assets/application-{secrets.token_hex(8)}.css" data-turbolinks-track="reload" />
  </head>
  <body class="mdl-layout">
    <header class="app-bar">{f'<a class="back" href="{back}"><i class="material-icons">arrow_back</i></a>' if back else ''}<span class="app-title">{title}</span></header>
    {f'<div class="snackbar notice">{notice}</div>' if notice else ''}{f'<div class="snackbar alert">{alert}</div>' if alert else ''}
    <main>
{body}
    </main>
    {f'<nav class="bottom-nav">{bar}</nav>' if bar else ''}
  </body>
</html>
""", status, headers=[self.cookie(jar), ("X-Request-Id", secrets.token_hex(16))])

    @staticmethod
    def mask(jar: dict) -> str:
        return f"{jar['_csrf']}--{secrets.token_urlsafe(8)}"

    def form_with(self, jar: dict, url: str, inside: str, method: str = "post", klass: str = "card") -> str:
        hidden = f'<input type="hidden" name="_method" value="{method}" />' if method != "post" else ""
        return f'<form class="{klass}" action="{url}" accept-charset="UTF-8" method="post"><input name="utf8" type="hidden" value="&#x2713;" />{hidden}<input type="hidden" name="authenticity_token" value="{self.mask(jar)}" />{inside}</form>'

    @staticmethod
    def text(name: str, placeholder: str, kind: str = "text", value: str = "", more: str = "") -> str:
        uid = name.replace("[", "_").replace("]", "")
        shown = f' value="{escape(value)}"' if value and kind != "password" else ""
        return f'<div class="field"><input placeholder="{placeholder}" type="{kind}"{shown} name="{name}" id="{uid}" {more}/></div>\n'

    # ------------------------------------------------------------------ portal
    def portal(self, request: Request) -> Response:
        if request.path.startswith("/assets/") or request.path == "/favicon.ico":
            return Response("", 404)
        t, path, jar = self.truth, request.path, self.jar(request, "_ntuh_portal_session")
        inside = f"portal:{jar.get('uid')}" in t.sessions
        if path == "/rucaptcha":
            return Response(picture(t.new_captcha(), "GIF"), kind="image/gif", headers=[("Cache-Control", "no-store")])
        if path == "/users/sign_in":
            if request.method == "POST":
                return self.sign_in(request, jar)
            return redirect("/") if inside else self.sign_in_page(jar)
        if path == "/users/sign_out" and request.method == "POST":
            self.takes(request)
            if self.forged(request, jar) or request.get("_method") != "delete":
                return Response("ActionController::InvalidAuthenticityToken", 422)
            if inside:
                t.sessions.discard(f"portal:{jar.pop('uid')}")
                t.counts["sign_out_portal"] += 1
            return self.to(jar, "/users/sign_in", notice="成功登出了。")
        if not inside:
            return self.to(jar, "/users/sign_in", alert="繼續操作前請先登入。" if path != "/" else "")
        bar = '<a href="/"><i class="material-icons">home</i>首頁</a><a href="/announcements"><i class="material-icons">campaign</i>公告</a><a href="/menus/personal"><i class="material-icons">person</i>個人管理</a><a href="/account"><i class="material-icons">more_horiz</i>更多</a>'
        if path == "/":
            cards = "".join(f'<a class="card" href="/menus/{u}"><i class="material-icons">{i}</i><h3>{n}</h3></a>' for u, i, n in (("medical", "local_hospital", "醫療系統"), ("support", "healing", "醫療支援"), ("others", "apps", "其他資源"), ("elearning", "school", "數位學習"), ("security", "security", "資訊安全"), ("admin", "business", "行政系統"), ("personal", "person", "個人管理")))
            return self.view(jar, "台大醫院", f'<p>{t.person.name} 您好!</p><div class="grid">{cards}</div>', bar=bar)
        if path == "/menus/personal":
            rows = "".join(f'<li><a href="{u}"><span class="list-title">{n}</span><i class="material-icons">chevron_right</i></a></li>' for n, u in (
                ("更改密碼", f"{self.urls['inner']}/employees/{t.person.employee_id}/password/edit?SESSION={jar['uid']}"), ("個人簽章提醒設定", "/menus/soon"), ("薪資所得免稅額申報表", "/menus/soon"), ("查詢員工連絡資料", "/menus/soon"),
                ("維護個人連絡資料", f"{self.urls['inner']}/employees/{t.person.employee_id}/contact/edit?SESSION={jar['uid']}"), ("個人就醫紀錄查詢", "/menus/soon")))
            return self.view(jar, "個人管理", f'<ul class="list">{rows}</ul>', bar=bar, back="/")
        if path == "/account":
            return self.view(jar, "更多", f'<div class="card"><p>{t.person.name} ({t.person.employee_id})</p>{self.form_with(jar, "/users/sign_out", "<input type=submit value=登出 data-disable-with=登出 />", "delete", "button_to")}</div>', bar=bar)
        if path == "/announcements":
            return self.view(jar, "全院公告", '<div class="card"><time>2019/10/21</time><p>請全院同仁填報「薪資所得免稅額申報表」</p></div>', bar=bar)
        if path.startswith("/menus/"):
            return self.view(jar, "尚未開放", '<div class="card"><p>此功能暫不提供手機版。</p></div>', bar=bar, back="/")
        return Response("<!DOCTYPE html><html><body><h1>The page you were looking for doesn't exist.</h1></body></html>", 404)

    def sign_in_page(self, jar: dict, typed: str = "") -> Response:
        options = "".join(f'<option value="{v}">{n}</option>' for v, n in (("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("T4", "新竹分院"), ("Y0", "雲林分院")))
        return self.view(jar, "醫療資訊系統", self.form_with(jar, "/users/sign_in", f"""<div class="field"><label for="user_hospital">院區</label><select name="user[hospital]" id="user_hospital">{options}</select></div>
{self.text("user[login]", "帳號", "text", typed, 'inputmode="numeric" autocomplete="username" ')}{self.text("user[password]", "密碼", "password", more='autocomplete="current-password" ')}
<div class="captcha"><img class="rucaptcha-image" src="/rucaptcha?{secrets.randbelow(10**8)}" alt="captcha" /></div>{self.text("_rucaptcha", "驗證碼 (不用區分大小寫)", more='maxlength="6" autocorrect="off" autocapitalize="off" ')}
<label class="switch"><input name="user[remember_me]" type="hidden" value="0" /><input type="checkbox" value="1" name="user[remember_me]" id="user_remember_me" /> 保持登入</label>
<button name="button" type="submit" class="btn-block"><i class="material-icons">login</i> 登入</button>"""))

    def sign_in(self, request: Request, jar: dict) -> Response:
        self.takes(request, **{"user[hospital]": "campus", "user[login]": "employee_id", "user[password]": "portal_password", "_rucaptcha": "captcha"})
        t, typed = self.truth, request.get("user[login]").strip()
        if self.forged(request, jar):
            return Response("ActionController::InvalidAuthenticityToken", 422)
        right, t.captcha = t.captcha, ""
        if not right or request.get("_rucaptcha").strip().upper() != right:
            jar["alert"] = "驗證碼無效，請再看一次圖片"
        elif typed != t.person.employee_id or request.get("user[password]") != t.portal_password:
            jar["alert"] = "帳號或密碼是無效的。"
        elif request.get("user[hospital]") != "T0":
            jar["alert"] = "您的帳號不能登入這個院區。"
        else:
            jar["uid"] = secrets.token_hex(16)
            t.sessions.add(f"portal:{jar['uid']}")
            t.counts["sign_in"] += 1
            return self.to(jar, "/", notice="成功登入了。")
        t.counts["sign_in_refused"] += 1
        return self.sign_in_page(jar, typed)

    # ------------------------------------------------------------------ inner
    def inner(self, request: Request) -> Response:
        if request.path.startswith("/assets/") or request.path == "/favicon.ico":
            return Response("", 404)
        t, jar = self.truth, self.jar(request, "_ntuh_staff_session")
        if "SESSION" in request.query:
            jar["uid"] = request.query["SESSION"]
        if f"portal:{jar.get('uid')}" not in t.sessions:
            return self.view(jar, "請先登入", f'<div class="card"><a href="{self.urls["portal"]}/">前往登入</a></div>', status=401)
        base = f"/employees/{t.person.employee_id}"
        if request.method == "POST":
            forged = self.forged(request, jar)
            if request.path == "/sign_out":
                self.takes(request)
                if forged:
                    return Response("ActionController::InvalidAuthenticityToken", 422)
                t.sessions.discard(f"portal:{jar.pop('uid')}")
                t.counts["sign_out_portal"] += 1
                return redirect(self.urls["portal"] + "/users/sign_in")
            if request.path == base + "/password":
                self.takes(request, **{"password[current]": "old_password", "password[new]": "new_password", "password[confirmation]": "new_password_again"})
                return Response("ActionController::InvalidAuthenticityToken", 422) if forged or request.get("_method") != "patch" else self.update_password(request, jar, base)
            if request.path == base + "/contact":
                self.takes(request, **{"employee[mobile]": "mobile_phone"})
                return Response("ActionController::InvalidAuthenticityToken", 422) if forged or request.get("_method") != "patch" else self.update_contact(request, jar, base)
        if request.path in (base + "/password/edit", base + "/password"):
            return self.password(jar, base)
        if request.path in (base + "/contact/edit", base + "/contact"):
            return self.contact(jar, base)
        return Response("<h1>404</h1>", 404)

    def tail(self, jar: dict) -> str:
        return f'<div class="links"><a href="{self.urls["portal"]}/menus/personal"><i class="material-icons">menu</i> 回功能選單</a></div>{self.form_with(jar, "/sign_out", "<input type=submit value=登出系統 />", "delete", "button_to")}'

    def password(self, jar: dict, base: str, errors: tuple = ()) -> Response:
        wrong = f'<div id="error_explanation"><h2>有 {len(errors)} 個錯誤發生</h2><ul>{"".join(f"<li>{e}</li>" for e in errors)}</ul></div>' if errors else ""
        if jar.pop("changed", False):
            return self.view(jar, "更改密碼", f'<div class="card center"><i class="material-icons big">check_circle</i><h3>完成！</h3><p>下次請用新密碼登入。</p></div>{self.tail(jar)}')
        return self.view(jar, "更改密碼", self.form_with(jar, base + "/password", f"""{wrong}{self.text("password[current]", "請輸入舊密碼", "password")}{self.text("password[new]", "請輸入新密碼", "password", more='autocomplete="new-password" ')}{self.text("password[confirmation]", "請再輸入新密碼", "password", more='autocomplete="new-password" ')}
<p>密碼強度檢核：<progress max="4" value="0"></progress></p><ul class="hint"><li>1.密碼長度不可少於8個字元</li><li>2.密碼內容需包含英文及數字</li></ul><input type="submit" name="commit" value="更新" data-disable-with="更新" />""", "patch") + self.tail(jar), status=200 if not errors else 422)

    def update_password(self, request: Request, jar: dict, base: str) -> Response:
        t, new = self.truth, request.get("password[new]")
        errors = []
        if request.get("password[current]") != t.portal_password:
            errors.append("目前的密碼是無效的")
        if len(new) < 8:
            errors.append("新密碼過短（最短是 8 個字）")
        if not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
            errors.append("新密碼須包含英文及數字")
        if new != request.get("password[confirmation]"):
            errors.append("新密碼兩次輸入須一致")
        if not errors and new == t.portal_password:
            errors.append("新密碼不能與目前相同")
        if errors:
            t.counts["password_refused"] += 1
            return self.password(jar, base, tuple(errors))
        t.portal_password, jar["changed"] = new, True
        t.counts["password_changed"] += 1
        return self.to(jar, base + "/password", notice="密碼更換好了")

    FIELDS = [("last_name", "english_surname", "英文姓", "ex:Chen(陳)", "text"), ("first_name", "english_given", "英文首名", "ex: Yi-Fen(怡芬)", "text"), ("middle_name", "english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填", "text"),
              ("office_phone", "office_phone", "辦公室電話", "ex:61234或23123456", "tel"), ("home_phone", "home_phone", "住宅電話", "ex:0223123456", "tel"), ("mobile", "mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", "tel")]

    def contact(self, jar: dict, base: str, errors: str = "", typed: dict | None = None) -> Response:
        t, rows = self.truth, ""
        for n, key, label, hint, kind in self.FIELDS:
            value = (typed or {}).get(key, t.saved_contact.get(key, getattr(t.person, key)))
            box = f'<input type="{kind}" value="{escape(value)}" name="employee[{n}]" id="employee_{n}" />'
            rows += f'<div class="field"><label for="employee_{n}">{label}</label><br />{f"<div class=field_with_errors>{box}</div>" if errors and n == "mobile" else box}<small>{hint}</small></div>\n'
        return self.view(jar, "維護個人連絡資料", f'<h2>台大醫院---維護個人連絡資料</h2><div class="card"><p>員工編號：{t.person.employee_id}</p><p>姓名：{t.person.name}</p></div>' + self.form_with(jar, base + "/contact", f"""{f'<div id="error_explanation"><ul><li>{errors}</li></ul></div>' if errors else ''}{rows}
<label class="switch"><input name="employee[show_mobile]" type="hidden" value="0" /><input type="checkbox" value="1" name="employee[show_mobile]" id="employee_show_mobile" /> 於通訊錄顯示手機</label><button name="button" type="submit" class="fab"><i class="material-icons">save</i><span>異動儲存</span></button>""", "patch") + self.tail(jar))

    def update_contact(self, request: Request, jar: dict, base: str) -> Response:
        typed = {key: request.get(f"employee[{n}]") for n, key, *_ in self.FIELDS}
        if not all(request.has(f"employee[{n}]") for n, *_ in self.FIELDS) or not re.fullmatch(r"09\d{8}", typed["mobile_phone"]):
            return self.contact(jar, base, "行動電話是無效的", typed)
        self.truth.saved_contact = typed
        self.truth.counts["contact_saved"] += 1
        return self.to(jar, base + "/contact/edit", notice="連絡資料已儲存")

    # ------------------------------------------------------------------ account
    def account(self, request: Request) -> Response:
        if request.path.startswith("/assets/") or request.path == "/favicon.ico":
            return Response("", 404)
        t, path, jar = self.truth, request.path, self.jar(request, "_ntuh_help_session")
        if request.method == "POST":
            self.takes(request, **{"verification[account]": "employee_id", "verification[code]": "code", "phone_check[number]": "registered_phone", "cloud_account[alias]": "alias", "cloud_password[password]": "cloud_password", "cloud_password[password_confirmation]": "cloud_password_again"})
            if self.forged(request, jar):
                return Response("ActionController::InvalidAuthenticityToken", 422)
        if path == "/":
            return self.home(jar)
        if path == "/vendors":
            return self.view(jar, "總院廠商VPN展延申請", '<div class="card">限廠商</div>', back="/")
        if path == "/verifications/new":
            key = secrets.token_hex(8)
            self.proofs[key] = {"purpose": "reset" if request.query.get("purpose") == "reset" else "activation", "account": "", "code": "", "at": 0.0, "ok": False}
            return redirect(f"/verifications/{key}", self.cookie(jar))
        found = re.fullmatch(r"/verifications/(\w+)(/phone|/cloud_account|/cloud_password)?", path)
        proof = self.proofs.get(found.group(1)) if found else None
        if proof is None:
            return self.to(jar, "/", alert="驗證程序不存在或已結束")
        key, part = found.group(1), found.group(2) or ""
        if part == "/phone":
            return self.send(request, jar, key, proof) if request.method == "POST" else self.phone(jar, key)
        if part == "":
            return self.check(request, jar, key, proof) if request.method == "POST" else self.verification(jar, key, proof)
        if not proof["ok"] or (part == "/cloud_account") != (proof["purpose"] == "activation"):
            return self.to(jar, f"/verifications/{key}", alert="請先完成身分驗證")
        if part == "/cloud_account":
            return self.activate(request, jar, key) if request.method == "POST" else self.cloud(jar, key)
        return self.reset(request, jar, key) if request.method == "POST" else self.reset_page(jar, key)

    def home(self, jar: dict) -> Response:
        return self.view(jar, "網路帳號", """<div class="card"><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p></div>
<div class="card"><h3>《規範》</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>如有借用帳號行為，致院內重要資料或個人資料外洩時，該網路帳號擁有者需負相關法律之責任。</li></ul></div>
<div class="card"><h3>《常見問題與服務》</h3><p>密碼修改後多久可以生效：即時生效。</p><p>忘記密碼：請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></div>
<a class="card action" href="/verifications/new?purpose=activation"><i class="material-icons">cloud_done</i><h3>啟用網路帳號及<wbr>首次雲端帳號密碼設定</h3><p>啟用本院微軟相關服務，如：Office365, Outlook...</p></a>
<a class="card action" href="/verifications/new?purpose=reset"><i class="material-icons">lock_reset</i><h3>重置雲端服務密碼</h3><p>重設非Portal帳號的密碼</p></a><a class="card action" href="/vendors"><i class="material-icons">vpn_key</i><h3>總院廠商VPN展延申請</h3></a>""")

    def verification(self, jar: dict, key: str, proof: dict) -> Response:
        title = "啟用網路帳號及首次雲端帳號密碼設定" if proof["purpose"] == "activation" else "重置雲端服務密碼"
        return self.view(jar, title, self.form_with(jar, f"/verifications/{key}", f"""{self.text("verification[account]", "網路帳號 / 主職員工編號", value=proof["account"], more='inputmode="numeric" ')}<input type="submit" name="commit" value="發送簡訊動態碼" class="btn-outline" data-disable-with="處理中" />
{self.text("verification[code]", "簡訊(或MOTP)動態碼", more='inputmode="numeric" autocomplete="one-time-code" ')}<input type="submit" name="commit" value="下一步" class="btn-block" data-disable-with="處理中" />""", "patch") + '<div class="card"><h4>注意事項</h4><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div>', back="/")

    def check(self, request: Request, jar: dict, key: str, proof: dict) -> Response:
        t, here = self.truth, f"/verifications/{key}"
        proof["account"] = request.get("verification[account]").strip()
        known = proof["account"] == t.person.employee_id
        if request.get("commit") == "發送簡訊動態碼":
            return self.to(jar, here + "/phone") if known else self.to(jar, here, alert="找不到這個員工編號")
        if request.get("commit") != "下一步":
            return redirect(here, self.cookie(jar))
        late = time.monotonic() - proof["at"] > 120
        if not known or not proof["code"] or request.get("verification[code]").strip() != proof["code"] or late:
            t.counts["code_refused"] += 1
            return self.to(jar, here, alert="動態碼逾時了，請重新發送" if proof["code"] and late else "動態碼是無效的")
        proof.update(ok=True, code="")
        t.sessions.add(f"account:{key}")
        t.counts["code_accepted"] += 1
        return redirect(f"{here}/{'cloud_account' if proof['purpose'] == 'activation' else 'cloud_password'}", self.cookie(jar))

    def phone(self, jar: dict, key: str) -> Response:
        return self.view(jar, "發送簡訊", self.form_with(jar, f"/verifications/{key}/phone", f'{self.text("phone_check[number]", "請輸入帳號登記的手機門號(10碼)", "tel", more="maxlength=10 ")}<input type="submit" name="commit" value="確定發送" class="btn-block" /> <a class="btn-flat" href="/verifications/{key}">取消</a>'), back=f"/verifications/{key}")

    def send(self, request: Request, jar: dict, key: str, proof: dict) -> Response:
        t = self.truth
        if proof["account"] != t.person.employee_id:
            return self.to(jar, f"/verifications/{key}", alert="請先輸入員工編號")
        if request.get("phone_check[number]").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
            return self.to(jar, f"/verifications/{key}/phone", alert="這不是登記的手機門號")
        proof["code"], proof["at"] = t.new_message(), time.monotonic()
        return self.to(jar, f"/verifications/{key}", notice="動態碼簡訊發送成功。成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」")

    def cloud(self, jar: dict, key: str, error: str = "", typed: str = "") -> Response:
        t, p = self.truth, self.truth.person
        facts = "".join(f"<dt>{k}</dt><dd>{v}</dd>" for k, v in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        if t.alias and not error:
            return self.view(jar, "設定密碼與郵件別名", f'<div class="card"><dl>{facts}<dt>電子郵件名稱</dt><dd>{escape(t.alias)}@ntuh.gov.tw</dd></dl></div><div class="card"><i class="material-icons">cloud_done</i> 雲端服務啟用完成，名稱已固定，不會再變動。</div><div class="card"><p>尚未有雲端密碼或忘記時，請使用<a href="/verifications/new?purpose=reset">重置雲端服務密碼</a>設定。</p></div>', back="/")
        return self.view(jar, "設定密碼與郵件別名", f'<div class="card"><dl>{facts}</dl></div>' + self.form_with(jar, f"/verifications/{key}/cloud_account", f"""{f'<div id="error_explanation"><ul><li>{error}</li></ul></div>' if error else ''}<label for="cloud_account_alias">雲端服務帳號 (電子郵件名稱)</label>{self.text("cloud_account[alias]", "", value=typed, more='maxlength="64" autocapitalize="none" ')}<span class="suffix">@ntuh.gov.tw</span><small>名稱長度限64字元內</small>
<a class="btn-flat" href="/">取消啟用</a><input type="submit" name="commit" value="啟用雲端服務" class="btn-block" data-confirm="名稱設定後不能修改，確定嗎？" /><p>服務於設定完成隔日生效</p>"""), back="/")

    def activate(self, request: Request, jar: dict, key: str) -> Response:
        t, name = self.truth, request.get("cloud_account[alias]").strip()
        if t.alias:
            return self.cloud(jar, key, "這個帳號已啟用過了")
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{1,63}", name):
            return self.cloud(jar, key, "電子郵件名稱是無效的", name)
        if name.lower() == "taken.name":
            return self.cloud(jar, key, "電子郵件名稱已經被使用", name)
        t.alias = name
        t.counts["activated"] += 1
        return self.to(jar, f"/verifications/{key}/cloud_account", notice="恭喜您，雲端服務啟用完成")

    def reset_page(self, jar: dict, key: str) -> Response:
        return self.view(jar, "重置雲端服務密碼", self.form_with(jar, f"/verifications/{key}/cloud_password", self.text("cloud_password[password]", "新的雲端服務密碼", "password") + self.text("cloud_password[password_confirmation]", "再次輸入新的雲端服務密碼", "password") + '<small>至少8個字，包含英文及數字</small><input type="submit" name="commit" value="設定密碼" class="btn-block" />'), back="/")

    def reset(self, request: Request, jar: dict, key: str) -> Response:
        one, here = request.get("cloud_password[password]"), f"/verifications/{key}/cloud_password"
        if not self.truth.alias:
            return self.to(jar, here, alert="帳號尚未啟用")
        if len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search("[0-9]", one):
            return self.to(jar, here, alert="密碼太簡單了")
        if one != request.get("cloud_password[password_confirmation]"):
            return self.to(jar, here, alert="兩次密碼須一致")
        self.truth.cloud_password = one
        return self.to(jar, here, notice="雲端服務密碼設定好了，立即生效")

    # ------------------------------------------------------------------ mail (SquirrelMail)
    def mail(self, request: Request) -> Response:
        t, sid, path = self.truth, request.cookies.get("SQMSESSID", ""), request.path
        if path == "/":
            return redirect("/src/login.php")
        if path == "/plugins/captcha/image.php":
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5), "PNG"), kind="image/png", headers=[("Cache-Control", "no-store")])
        if path == "/src/login.php":
            sid = secrets.token_hex(13)
            self.squirrels[sid] = False
            return Response(f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html lang="zh_TW"><head><title>SquirrelMail - 登入</title></head><body text="#000000" bgcolor="#ffffff" onload="document.forms[0].js_autodetect_results.value = '1';"><form action="redirect.php" method="post">
<table bgcolor="#ffffff" border="0" align="center"><tr><td colspan="2" bgcolor="#dcdcdc" align="center"><b>台大醫院電子郵件登入</b></td></tr><tr><td align="right" width="30%">帳號:</td><td><input type="text" name="login_username" value="" /></td></tr>
<tr><td align="right">密碼:</td><td><input type="password" name="secretkey" /><input type="hidden" name="js_autodetect_results" value="0" /><input type="hidden" name="just_logged_in" value="1" /></td></tr>
<tr><td align="right">驗證碼(小寫字母或數字):</td><td><img src="../plugins/captcha/image.php?sq={secrets.randbelow(10**6)}" alt=""><br><input type="text" name="captcha_code" /></td></tr><tr><td></td><td><input type="checkbox" name="remember_me" value="1">記住登入資訊 (公用電腦請勿勾選)</td></tr>
<tr><td colspan="2" align="center"><input type="submit" value="登入" /></td></tr></table></form><center>公佈欄<br>※如無法登入，請先至下方網址變更密碼，謝謝：<br>{self.urls["account"]}</center></body></html>""", headers=[("Set-Cookie", f"SQMSESSID={sid}; path=/")])
        if path == "/src/redirect.php" and request.method == "POST":
            self.takes(request, login_username="mail_account", secretkey="mail_password", captcha_code="captcha")
            right, t.captcha = t.captcha, ""
            back = '<html><body><table align="center"><tr><td bgcolor="#dcdcdc"><b>錯誤</b></td></tr><tr><td>%s</td></tr></table><p align="center"><a href="/src/login.php" target="_top">回到登入頁面</a></p></body></html>'
            if sid not in self.squirrels or request.get("just_logged_in") != "1":
                return Response(back % "您必須先登入才能使用這個網頁。")
            if not right or request.get("captcha_code") != right:
                return Response(back % "圖片中的文字輸入錯誤。")
            if not t.alias or not t.cloud_password or request.get("login_username").split("@")[0] != t.alias or request.get("secretkey") != t.cloud_password:
                return Response(back % "不明的使用者或密碼不正確。")
            self.squirrels[sid] = True
            t.sessions.add(f"mail:{sid}")
            t.counts["mail_sign_in"] += 1
            return redirect("/src/webmail.php")
        if f"mail:{sid}" not in t.sessions:
            return redirect("/src/login.php")
        if path == "/src/signout.php":
            t.sessions.discard(f"mail:{sid}")
            t.counts["sign_out_mail"] += 1
            return Response('<html><body>您已成功登出。<a href="/src/login.php" target="_top">再次登入</a></body></html>')
        if path == "/src/webmail.php":
            return Response('<html><head><title>SquirrelMail</title></head><frameset cols="200, *" id="fs1"><frame src="left_main.php" name="left" /><frame src="right_main.php" name="right" /></frameset></html>')
        if path == "/src/left_main.php":
            return Response('<html><body><b>資料夾</b><br><a href="right_main.php?mailbox=INBOX" target="right">收件匣</a><br><a href="signout.php" target="_top">登出</a></body></html>')
        return Response(f'<html><body>目前資料夾: <b>收件匣</b> <a href="signout.php" target="_top">登出</a><br>{escape(t.alias)}<table><tr><td>admin</td><td>歡迎</td></tr></table></body></html>')

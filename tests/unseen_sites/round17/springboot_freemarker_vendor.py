"""A vendor's Spring Boot product with Freemarker pages: left accordion, confirm pages that look like modals, _csrf."""

from __future__ import annotations

import re
import secrets
import time
import uuid
from html import escape as h

from truth import Request, Response, Site, picture, redirect

CSS = """body{margin:0;font-family:"Microsoft JhengHei",sans-serif;background:#f4f6f9}.topbar{background:#1f3b57;color:#fff;padding:10px}
.side{float:left;width:230px;background:#fff;min-height:500px}.side .panel-heading{background:#e2e8ef;padding:8px;cursor:pointer}.side .panel-collapse{display:none}.side .panel-collapse.in{display:block}
.content{margin-left:250px;padding:12px}.form-group{margin-bottom:10px}.form-group>label{display:inline-block;width:220px}.invalid-feedback{color:#b00;display:none}
.alert-danger{background:#fdd;padding:8px}.alert-success{background:#dfd;padding:8px}.backdrop{position:fixed;left:0;top:0;right:0;bottom:0;background:rgba(0,0,0,.5)}
.dialog{background:#fff;width:420px;margin:120px auto;border-radius:4px;padding:16px}.dialog h4{margin-top:0;border-bottom:1px solid #ddd}"""

PROFILE = [
    # parameter, key, label, hint
    ("profile.lastNameEn", "english_surname", "英文姓", "ex:Chen(陳)"),
    ("profile.firstNameEn", "english_given", "英文首名", "ex: Yi-Fen(怡芬)"),
    ("profile.middleNameEn", "english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填"),
    ("profile.officeTel", "office_phone", "辦公室電話", "ex:61234或23123456"),
    ("profile.homeTel", "home_phone", "住宅電話", "ex:0223123456"),
    ("profile.mobile", "mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"),
]

ACCORDION = [
    ("醫療系統", [("門診系統", "/todo/opd"), ("住院系統", "/todo/ipd")]),
    ("資訊安全", [("資安公告", "/todo/sec")]),
    ("個人管理", [("更改密碼", "PWD"), ("個人簽章提醒設定", "/todo/sign"), ("員工待遇福利查詢", "/todo/pay"), ("查詢員工連絡資料", "/todo/query"),
              ("維護個人連絡資料", "PROFILE"), ("個人就醫紀錄查詢", "/todo/visit"), ("權限更改申請(總院)", "/todo/auth")]),
]


class TheSite(Site):
    title = "springboot_freemarker_vendor"

    def __init__(self) -> None:
        super().__init__()
        self.http_sessions: dict[str, dict] = {}
        self.sso: dict[str, dict] = {}

    # ================= framework
    def http_session(self, req: Request) -> tuple[dict, list[tuple[str, str]]]:
        name = {"portal": "JSESSIONID", "account": "ACCTSESSION", "mail": "MAILSESSION"}[req.host]
        key = req.host + req.cookies.get(name, "")
        if key in self.http_sessions:
            return self.http_sessions[key], []
        value = secrets.token_hex(16).upper()
        fresh: dict = {"csrf": str(uuid.uuid4())}
        self.http_sessions[req.host + value] = fresh
        return fresh, [("Set-Cookie", f"{name}={value}; Path=/; HttpOnly; SameSite=Lax")]

    @staticmethod
    def csrf(ses: dict) -> str:
        return f'<input type="hidden" name="_csrf" value="{ses["csrf"]}"/>'

    @staticmethod
    def forbidden() -> Response:
        return Response("<html><body><h1>Whitelabel Error Page</h1><div>There was an unexpected error (type=Forbidden, status=403).</div>"
                        "<div>Invalid CSRF Token was found on the request parameter '_csrf'.</div></body></html>", 403)

    @staticmethod
    def not_found() -> Response:
        return Response("<html><body><h1>Whitelabel Error Page</h1><div>(type=Not Found, status=404).</div></body></html>", 404)

    @staticmethod
    def page(name: str, content: str, side: str = "", right: str = "", head: list[tuple[str, str]] | None = None) -> Response:
        return Response(f"""<!doctype html>
<html lang="zh-Hant-TW"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/><title>{name}</title>
<style>{CSS}</style></head>
<body><div class="topbar"><strong>{name}</strong> <span style="float:right">{right}</span></div>
{side}<div class="content">{content}</div>
<script>
document.querySelectorAll('.side .panel-heading').forEach(function(e){{e.onclick=function(){{e.nextElementSibling.classList.toggle('in');}};}});
</script></body></html>""", headers=head or [])

    @staticmethod
    def message(ses: dict) -> str:
        bad, good = ses.pop("error", ""), ses.pop("info", "")
        return (f'<div class="alert alert-danger" role="alert">{h(bad)}</div>' if bad else "") + (
            f'<div class="alert alert-success" role="alert">{h(good)}</div>' if good else "")

    def confirm(self, name: str, heading: str, lines: list[tuple[str, str]], ses: dict, action: str, no: str, ok: str = "確定") -> Response:
        """A page that looks like a dialog: what was typed is kept on the server under a one-time ticket."""
        rows = "".join(f"<li>{h(k)}：{h(v)}</li>" for k, v in lines)
        return self.page(name, f"""<div class="backdrop"><div class="dialog" role="dialog" aria-modal="true"><h4>{heading}</h4><ul>{rows}</ul>
<form action="{action}" method="post">{self.csrf(ses)}<input type="hidden" name="ticket" value="{ses['ticket']}"/>
<button type="submit" class="btn btn-primary">{ok}</button> <a class="btn btn-default" href="{no}">返回修改</a></form></div></div>""")

    def accordion(self, sid: str) -> str:
        out = ""
        for n, (group, items) in enumerate(ACCORDION):
            links = ""
            for text, to in items:
                to = {"PWD": f"{self.urls['inner']}/hr/password?SESSION={sid}", "PROFILE": f"{self.urls['inner']}/hr/profile?SESSION={sid}"}.get(
                    to, self.urls["portal"] + to)
                links += f'<li><a href="{to}">{text}</a></li>'
            out += f'<div class="panel"><div class="panel-heading" data-target="#m{n}">▸ {group}</div><div id="m{n}" class="panel-collapse{" in" if n == 2 else ""}"><ul>{links}</ul></div></div>'
        return f'<div class="side">{out}</div>'

    # ================= portal
    def portal(self, req: Request) -> Response:
        if req.method == "POST":
            self.takes(req, branchCode="campus", username="employee_id", password="portal_password", captchaCode="captcha")
        if req.path == "/favicon.ico":
            return self.not_found()
        ses, head = self.http_session(req)
        if req.method == "POST" and req.get("_csrf") != ses["csrf"]:
            return self.forbidden()
        if req.path == "/kaptcha.jpg":
            return Response(picture(self.truth.new_captcha(), "JPEG", (130, 38)), kind="image/jpeg", headers=head)
        if req.path == "/login" and req.method == "POST":
            return self.authenticate(req, ses)
        if req.path == "/login":
            return self.login_page(ses, head)
        sid = ses.get("sid", "")
        if sid not in self.sso:
            return redirect("/login", *head)
        if req.path == "/logout" and req.method == "POST":
            self.end(sid)
            return redirect("/login?logout")
        right = f"""{self.truth.person.name} 您好! <form action="/logout" method="post" style="display:inline">{self.csrf(ses)}<button type="submit">登出系統</button></form>"""
        if req.path == "/notice" and req.method == "GET":
            return self.page("系統公告", f"""<div class="backdrop"><div class="dialog"><h4>登入前公告</h4><p>新版入口網站已上線，若畫面異常請清除瀏覽器快取。</p>
<form action="/notice" method="post">{self.csrf(ses)}<label style="width:auto"><input type="checkbox" name="hideToday" value="true"/> 今日不再顯示</label><br/><button type="submit">我已閱讀</button></form></div></div>""")
        if req.path == "/notice":
            return redirect("/index")
        if req.path.startswith("/todo/"):
            return self.page("醫療資訊系統", '<div class="alert alert-danger">您沒有此功能之使用權限</div><a href="/index">回功能選單</a>', self.accordion(sid), right)
        if req.path in ("/", "/index"):
            return self.page("醫療資訊系統", """<ol class="breadcrumb"><li>首頁</li></ol><h3>全院公告 2</h3><table class="table"><thead><tr><th>日期</th><th>標題</th></tr></thead>
<tbody><tr><td>2026/11/11</td><td>院慶活動報名</td></tr><tr><td>2026/10/21</td><td>請填報「薪資所得免稅額申報表」</td></tr></tbody></table>""", self.accordion(sid), right)
        return self.not_found()

    def login_page(self, ses: dict, head: list[tuple[str, str]]) -> Response:
        return self.page("台大醫院 醫療資訊系統", f"""{self.message(ses)}<form class="card" action="/login" method="post" novalidate>{self.csrf(ses)}
<div class="form-group"><label for="branchCode">院區</label><select class="form-control" id="branchCode" name="branchCode"><option value="NTUH-00" selected>總院區</option><option value="NTUH-04">新竹分院</option><option value="NTUH-06">雲林分院</option></select></div>
<div class="form-group"><label for="username">帳號</label><input class="form-control" id="username" name="username" type="text" autocomplete="username" value="{h(ses.pop('typed', ''))}"/><div class="invalid-feedback">請輸入帳號</div></div>
<div class="form-group"><label for="password">密碼</label><input class="form-control" id="password" name="password" type="password" autocomplete="current-password"/><div class="invalid-feedback">請輸入密碼</div></div>
<div class="form-group"><label for="captchaCode">驗證碼</label><input class="form-control" id="captchaCode" name="captchaCode" type="text" maxlength="6" autocomplete="off"/>
<img id="kaptcha" src="/kaptcha.jpg?{secrets.randbelow(10**6)}" onclick="this.src='/kaptcha.jpg?'+Math.random()" alt="點圖更換" title="點圖更換"/> <small>不用區分大小寫</small></div>
<button type="submit" class="btn btn-primary btn-block">Sign in 登入</button></form><p>如無法登入，請撥資訊室分機261120</p>""", head=head)

    def authenticate(self, req: Request, ses: dict) -> Response:
        want, self.truth.captcha = self.truth.captcha, ""
        if not want or req.get("captchaCode").strip().upper() != want:
            ses["error"] = "圖形驗證失敗，請依新圖片重新輸入"
        elif req.get("branchCode") not in ("NTUH-00", "NTUH-04", "NTUH-06"):
            ses["error"] = "院區代碼錯誤"
        elif req.get("username").strip() != self.truth.person.employee_id or req.get("password") != self.truth.portal_password:
            ses["error"] = "認證失敗（E401）：帳號或密碼不正確"
        else:
            self.end(ses.get("sid", ""))
            sid = secrets.token_hex(16)
            ses["sid"], ses["csrf"] = sid, str(uuid.uuid4())
            self.sso[sid] = {"csrf": str(uuid.uuid4())}
            self.truth.sessions.add("portal:" + sid)
            self.truth.counts["sign_in"] += 1
            return redirect("/notice", status=303)
        self.truth.counts["sign_in_refused"] += 1
        ses["typed"] = req.get("username")
        return redirect("/login?error", status=303)

    def end(self, sid: str) -> None:
        if self.sso.pop(sid, None) is not None:
            self.truth.sessions.discard("portal:" + sid)
            self.truth.counts["sign_out_portal"] += 1

    # ================= HR pages
    def inner(self, req: Request) -> Response:
        if req.method == "POST":
            self.takes(req, currentPassword="old_password", newPassword="new_password", confirmPassword="new_password_again",
                       **{"profile.mobile": "mobile_phone"})
        sid = req.query.get("SESSION", "")
        if req.path == "/favicon.ico" or not req.path.startswith("/hr/"):
            return self.not_found()
        ses = self.sso.get(sid)
        if ses is None:
            return redirect(self.urls["portal"] + "/login?expired")
        if req.method == "POST" and req.get("_csrf") != ses["csrf"]:
            return self.forbidden()
        side = self.accordion(sid)
        q = f"?SESSION={sid}"
        if req.path == "/hr/logout" and req.method == "POST":
            self.end(sid)
            return redirect(self.urls["portal"] + "/login?logout", status=303)
        right = f"""<a style="color:#fff" href="{self.urls['portal']}/index">回功能選單</a> <form action="/hr/logout{q}" method="post" style="display:inline">{self.csrf(ses)}<button type="submit">登出系統</button></form>"""
        if req.path == "/hr/password" and req.method == "POST":
            old, new = req.get("currentPassword"), req.get("newPassword")
            wrong = ("舊密碼驗證失敗" if old != self.truth.portal_password else
                     "新密碼長度不足8個字元" if len(new) < 8 else
                     "新密碼需包含英文及數字" if not (re.search("[A-Za-z]", new) and re.search(r"\d", new)) else
                     "新密碼與確認密碼不一致" if new != req.get("confirmPassword") else
                     "新密碼不可與舊密碼相同" if new == old else "")
            if wrong:
                self.truth.counts["password_refused"] += 1
                ses["error"] = wrong
                return redirect("/hr/password" + q, status=303)
            self.truth.portal_password = new
            self.truth.counts["password_changed"] += 1
            return redirect("/hr/password/done" + q, status=303)
        if req.path == "/hr/password/done":
            return self.page("個人管理", f"""<div class="backdrop"><div class="dialog"><h4>變更成功</h4><p>新密碼已生效，請妥善保管。</p><a href="{self.urls['portal']}/index">回功能選單</a></div></div>""", side, right)
        if req.path == "/hr/password":
            boxes = "".join(f'<div class="form-group"><label for="{n}">{t}：</label><input type="password" id="{n}" name="{n}" class="form-control"/><div class="invalid-feedback">必填</div></div>'
                            for t, n in (("請輸入舊密碼", "currentPassword"), ("請輸入新密碼", "newPassword"), ("請再輸入新密碼", "confirmPassword")))
            return self.page("個人管理", f"""<ol class="breadcrumb"><li>首頁 / 個人管理 / 更改密碼</li></ol><h3>更改密碼</h3>{self.message(ses)}<form action="/hr/password{q}" method="post">{self.csrf(ses)}{boxes}
<div>密碼強度檢核：<meter min="0" max="4" value="0"></meter></div><button type="submit" class="btn btn-warning">送出變更</button></form>
<p>密碼設定條件：</p><ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol>""", side, right)
        if req.path == "/hr/profile" and req.method == "POST":
            draft = {key: req.get(n).strip() for n, key, _, _ in PROFILE}
            ses["draft"] = draft
            if not re.fullmatch(r"09\d{8}", draft["mobile_phone"]):
                ses["error"] = "行動電話格式不正確（09開頭共10碼）"
                return redirect("/hr/profile" + q, status=303)
            ses["ticket"] = secrets.token_urlsafe(9)
            return self.confirm("個人管理", "請確認以下資料是否異動？", [(label, draft[key]) for _, key, label, _ in PROFILE], ses,
                                "/hr/profile/commit" + q, "/hr/profile" + q)
        if req.path == "/hr/profile/commit" and req.method == "POST":
            if not ses.get("ticket") or ses.pop("ticket") != req.get("ticket"):
                ses["error"] = "確認單已失效，請重新操作"
            else:
                self.truth.saved_contact = ses.pop("draft")
                self.truth.counts["contact_saved"] += 1
                ses["info"] = "異動完成，以下為您最新的連絡資料"
            return redirect("/hr/profile" + q, status=303)
        if req.path == "/hr/profile":
            draft = ses.pop("draft", {}) or self.truth.saved_contact
            rows = "".join(f'<div class="form-group"><label>{label}：</label><input type="text" name="{n}" value="{h(draft.get(key, getattr(self.truth.person, key)))}" class="form-control"/> <small>{hint}</small></div>'
                           for n, key, label, hint in PROFILE)
            return self.page("個人管理", f"""<ol class="breadcrumb"><li>首頁 / 個人管理 / 維護個人連絡資料</li></ol><h3>台大醫院---維護個人連絡資料</h3>{self.message(ses)}
<form action="/hr/profile{q}" method="post">{self.csrf(ses)}<div class="form-group"><label>員工編號：</label><input value="{self.truth.person.employee_id}" disabled/> 姓名：<input value="{self.truth.person.name}" disabled/></div>
{rows}<button type="submit" class="btn btn-primary">異動儲存</button></form>""", side, right)
        return self.not_found()

    # ================= account
    def account(self, req: Request) -> Response:
        if req.method == "POST":
            self.takes(req, accountNo="employee_id", phoneNo="registered_phone", otpCode="code", mailAlias="alias",
                       cloudPwd="cloud_password", cloudPwdConfirm="cloud_password_again")
        if req.path == "/favicon.ico":
            return self.not_found()
        ses, head = self.http_session(req)
        if req.method == "POST" and req.get("_csrf") != ses["csrf"]:
            return self.forbidden()
        if req.path == "/":
            return self.page("網路帳號服務平台", """<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><h3>《規範》</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p>
<ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同。</li></ul>
<h3>《常見問題與服務》</h3><details open><summary>密碼修改後多久可以生效</summary><p>即時生效。</p></details><details><summary>忘記密碼</summary><p>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></details>
<div class="cards"><p><a class="btn btn-lg" href="/verify/activate">啟用網路帳號及首次雲端帳號密碼設定</a><br/>啟用本院微軟相關服務，如：Office365, Outlook...</p>
<p><a class="btn btn-lg" href="/verify/reset">重置雲端服務密碼</a><br/>重設非Portal帳號的密碼：Email, 無線網路, KM, TMS</p><p><a class="btn btn-lg" href="/vpn">總院廠商VPN展延申請</a></p></div>""", head=head)
        if req.path == "/vpn":
            return self.page("網路帳號服務平台", '<div class="alert alert-danger">本服務限廠商使用</div><a href="/">返回首頁</a>', head=head)
        parts = req.path.strip("/").split("/")
        if parts[0] == "verify" and len(parts) > 1 and parts[1] in ("activate", "reset"):
            return self.verify(req, ses, head, parts[1], parts[2] if len(parts) > 2 else "")
        if not ses.get("proof"):
            return redirect("/", *head)
        if req.path == "/leave" and req.method == "POST":
            self.truth.sessions.discard("account:" + ses.pop("proof"))
            self.truth.counts["sign_out_account"] += 1
            return redirect("/", status=303)
        right = f'<form action="/leave" method="post">{self.csrf(ses)}<button type="submit">結束離開</button></form>'
        who, T = self.truth.person, self.truth
        facts = "".join(f'<div class="form-group"><label>{k}</label><span class="form-control-static">{v}</span></div>' for k, v in
                        (("網路帳號 / 主職員工編號", who.employee_id), ("帳號姓名", who.name), ("主職單位", who.unit), ("有效期限", who.valid_until)))
        pair = """<div class="form-group"><label for="cloudPwd">{0}</label><input type="password" id="cloudPwd" name="cloudPwd" autocomplete="new-password"/> <small>8碼以上英數字混合</small></div>
<div class="form-group"><label for="cloudPwdConfirm">{1}</label><input type="password" id="cloudPwdConfirm" name="cloudPwdConfirm" autocomplete="new-password"/></div>"""
        if req.path == "/activate" and req.method == "POST":
            alias, pw = req.get("mailAlias").strip(), req.get("cloudPwd")
            wrong = ("此帳號已啟用過，無法再次啟用" if T.alias else
                     "電子郵件名稱含不允許的字元" if not re.fullmatch(r"[A-Za-z][\w.\-]{1,63}", alias, re.ASCII) else
                     "電子郵件名稱「taken.name」已有其他同仁使用" if alias.lower() == "taken.name" else self.policy(pw, req.get("cloudPwdConfirm")))
            if wrong:
                ses["error"] = wrong
                return redirect("/activate", status=303)
            ses["pending"], ses["ticket"] = (alias, pw), secrets.token_urlsafe(9)
            return self.confirm("網路帳號服務平台", "設定後不可修改，確定啟用？", [("電子郵件名稱", alias + "@ntuh.gov.tw")], ses, "/activate/confirm", "/activate", "確定啟用")
        if req.path == "/activate/confirm" and req.method == "POST":
            if T.alias or not ses.get("ticket") or ses.pop("ticket") != req.get("ticket"):
                ses["error"] = "確認單已失效，或帳號已啟用過"
                return redirect("/activate", status=303)
            T.alias, T.cloud_password = ses.pop("pending")
            T.counts["activated"] += 1
            return redirect("/activate/complete", status=303)
        if req.path == "/activate/complete" and T.alias:
            return self.page("網路帳號服務平台", f'<div class="alert alert-success">雲端服務開通成功！您的信箱：{h(T.alias)}@ntuh.gov.tw，服務於隔日生效。</div>', right=right)
        if req.path == "/activate":
            form = f"""<form action="/activate" method="post">{self.csrf(ses)}{facts}<div class="form-group"><label for="mailAlias">雲端服務帳號 (電子郵件名稱)</label><input type="text" id="mailAlias" name="mailAlias" maxlength="64"/>@ntuh.gov.tw <small>名稱長度限64字元內</small></div>
{pair.format('設定雲端服務密碼', '再次輸入雲端服務密碼')}<a class="btn btn-default" href="/">取消啟用</a> <button type="submit" class="btn btn-success">啟用雲端服務</button> <small>服務於設定完成隔日生效</small></form>"""
            if T.alias:
                form = f'{facts}<div class="form-group"><label>雲端服務帳號 (電子郵件名稱)</label><span>{h(T.alias)}@ntuh.gov.tw</span></div><div class="alert alert-success">帳號狀態：已啟用，不需重複辦理。</div>'
            return self.page("網路帳號服務平台", f"""<h3>設定密碼與郵件別名</h3>{self.message(ses)}<p>雲端服務帳號說明：1. 雲端服務帳號為跨體系使用。 2. 服務於設定完成隔日生效。</p>{form}""", right=right)
        if req.path == "/reset" and req.method == "POST":
            wrong = self.policy(req.get("cloudPwd"), req.get("cloudPwdConfirm")) if T.alias else "尚未啟用雲端服務，無法重置"
            if wrong:
                ses["error"] = wrong
            else:
                T.cloud_password, ses["info"] = req.get("cloudPwd"), "重置成功，新的雲端服務密碼即時生效"
            return redirect("/reset", status=303)
        if req.path == "/reset":
            return self.page("網路帳號服務平台", f"""<h3>重置雲端服務密碼</h3>{self.message(ses)}<form action="/reset" method="post">{self.csrf(ses)}{facts}{pair.format('新雲端服務密碼', '再次輸入新雲端服務密碼')}<button type="submit">確認重置</button></form>""", right=right)
        return self.not_found()

    @staticmethod
    def policy(pw: str, again: str) -> str:
        if len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search(r"\d", pw):
            return "雲端服務密碼強度不足，需8碼以上英數字混合"
        return "" if pw == again else "兩次輸入之雲端服務密碼不同"

    def verify(self, req: Request, ses: dict, head: list[tuple[str, str]], flow: str, step: str) -> Response:
        who, base = self.truth.person, f"/verify/{flow}"
        if req.method == "POST" and step == "":
            ses["accountNo"] = req.get("accountNo").strip()
            if req.get("action") == "sms":
                if ses["accountNo"] != who.employee_id:
                    ses["error"] = "查無此員工編號，請重新輸入"
                    return redirect(base, status=303)
                return redirect(base + "/phone", status=303)
            sent = ses.get("otp")
            if ses["accountNo"] != who.employee_id or not sent or req.get("otpCode").strip() != sent[0]:
                ses["error"] = "動態碼有誤，請確認後重新輸入"
            elif time.time() - sent[1] > 120:
                ses["error"] = "動態碼已超過有效時間（2分鐘）"
            else:
                ses.pop("otp")
                if ses.get("proof"):
                    self.truth.sessions.discard("account:" + ses["proof"])
                ses["proof"] = uuid.uuid4().hex
                self.truth.sessions.add("account:" + ses["proof"])
                self.truth.counts["code_accepted"] += 1
                return redirect("/" + flow, status=303)
            self.truth.counts["code_refused"] += 1
            return redirect(base, status=303)
        if step == "phone" and ses.get("accountNo") == who.employee_id:
            if req.method == "POST":
                if req.get("phoneNo").strip() == self.truth.saved_contact.get("mobile_phone", who.mobile_phone):
                    ses["otp"] = (self.truth.new_message(), time.time())
                    return redirect(base + "/sent", status=303)
                ses["error"] = "手機門號與登記資料不符"
                return redirect(base + "/phone", status=303)
            return self.page("身分驗證", f"""<div class="backdrop"><div class="dialog"><h4>發送簡訊</h4>{self.message(ses)}<form action="{base}/phone" method="post">{self.csrf(ses)}
<label for="phoneNo">請輸入帳號登記的手機門號(10碼)</label><br/><input type="tel" id="phoneNo" name="phoneNo" maxlength="10"/><br/><button type="submit">確定發送</button> <a href="{base}">取消</a></form></div></div>""")
        if step == "sent" and ses.get("otp"):
            return self.page("身分驗證", f"""<div class="backdrop"><div class="dialog"><h4>動態碼簡訊發送成功</h4><p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p><a class="btn" href="{base}">確定</a></div></div>""")
        if step:
            return redirect(base, *head)
        name = "啟用網路帳號及首次雲端帳號密碼設定" if flow == "activate" else "重置雲端服務密碼"
        return self.page("身分驗證", f"""<h3>{name}</h3>{self.message(ses)}<h4>注意事項</h4><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul>
<form action="{base}" method="post">{self.csrf(ses)}<div class="form-group"><label for="accountNo">網路帳號 / 主職員工編號</label><input type="text" id="accountNo" name="accountNo" maxlength="6" value="{h(ses.get('accountNo', ''))}"/> <button type="submit" name="action" value="sms">發送簡訊動態碼</button></div>
<div class="form-group"><label for="otpCode">簡訊(或MOTP)動態碼</label><input type="text" id="otpCode" name="otpCode" maxlength="6" inputmode="numeric" autocomplete="one-time-code"/></div><button type="submit" name="action" value="next">下一步</button></form><a href="/">返回首頁</a>""", head=head)

    # ================= webmail
    def mail(self, req: Request) -> Response:
        if req.method == "POST":
            self.takes(req, account="mail_account", secret="mail_password", code="captcha")
        if req.path == "/favicon.ico":
            return self.not_found()
        ses, head = self.http_session(req)
        if req.method == "POST" and req.get("_csrf") != ses["csrf"]:
            return self.forbidden()
        if req.path == "/code.png":
            return Response(picture(self.truth.new_captcha("abcdefghijkmnpqrstuvwxyz23456789", 5), "PNG"), kind="image/png", headers=head)
        if req.path == "/signin" and req.method == "POST":
            want, self.truth.captcha = self.truth.captcha, ""
            if not want or req.get("code").strip() != want:
                ses["error"] = "驗證碼輸入錯誤"
            elif not self.truth.alias or req.get("account").strip() not in (self.truth.alias, self.truth.alias + "@ntuh.gov.tw") or req.get("secret") != self.truth.cloud_password:
                ses["error"] = "帳號或密碼錯誤"
            else:
                ses["mail"] = secrets.token_hex(8)
                self.truth.sessions.add("mail:" + ses["mail"])
                self.truth.counts["mail_sign_in"] += 1
            return redirect("/", status=303)
        if req.path == "/signout" and req.method == "POST" and ses.get("mail"):
            self.truth.sessions.discard("mail:" + ses.pop("mail"))
            self.truth.counts["sign_out_mail"] += 1
            return redirect("/", status=303)
        if ses.get("mail"):
            return self.page("電子郵件", f"<h3>收件匣</h3><p>{h(self.truth.alias)}@ntuh.gov.tw</p><table><tr><td>系統管理員</td><td>歡迎信</td></tr></table>",
                             right=f'<form action="/signout" method="post">{self.csrf(ses)}<button type="submit">登出信箱</button></form>')
        return self.page("電子郵件", f"""{self.message(ses)}<form action="/signin" method="post">{self.csrf(ses)}<div class="form-group"><label for="account">帳號:</label><input type="text" id="account" name="account"/></div>
<div class="form-group"><label for="secret">密碼:</label><input type="password" id="secret" name="secret"/></div><div class="form-group"><label for="code">驗證碼(小寫字母或數字):</label><input type="text" id="code" name="code" autocomplete="off"/> <img src="/code.png?{secrets.randbelow(10**5)}" alt=""/></div>
<div class="form-group"><input type="checkbox" id="rememberMe" name="rememberMe" value="true"/> <label for="rememberMe" style="width:auto">記住登入資訊 (公用電腦請勿勾選)</label></div><button type="submit">登入</button></form><h4>公佈欄</h4><p>※如無法登入，請先變更密碼，謝謝</p>""", head=head)

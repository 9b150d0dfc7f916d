"""ASP.NET Core 5 Razor Pages with tag helpers and Bootstrap 5, as an outsourced vendor delivered it in 2021."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
import uuid
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

KEY = secrets.token_bytes(32)
AF = {"portal": "dXq3T_w1rPk", "inner": "Lm0c7vZb2eA", "account": "hY5sK-9uGfo", "mail": "Qp8nW4jRxtE"}


class TheSite(Site):
    title = "ASP.NET Core Razor Pages 2021"

    def __init__(self) -> None:
        super().__init__()
        self.bags: dict[str, dict] = {}

    # ---------------------------------------------------------------- middleware
    def pipeline(self, app: str, request: Request, pages) -> Response:
        extra: list[tuple[str, str]] = []
        sid = request.cookies.get(f".Hosp.{app}.Session", "")
        if self.bags.get(sid, {}).get("app") != app:
            sid = secrets.token_urlsafe(24)
            self.bags[sid] = {"app": app, "id": sid}
            extra.append(("Set-Cookie", f".Hosp.{app}.Session={sid}; path=/; samesite=lax; httponly"))
        bag = self.bags[sid]
        name = f".AspNetCore.Antiforgery.{AF[app]}"
        bag["af"] = request.cookies.get(name, "")
        if not bag["af"]:
            bag["af"] = "CfDJ8" + secrets.token_urlsafe(32)
            extra.append(("Set-Cookie", f"{name}={bag['af']}; path=/; samesite=strict; httponly"))
        answer = pages(request, bag)
        answer.headers = [*answer.headers, *extra]
        return answer

    def seal(self, bag: dict, nonce: str) -> str:
        return hmac.new(KEY, f"{nonce}|{bag['af']}|{bag['id']}|{bag.get('user', '')}".encode(), hashlib.sha256).hexdigest()

    def af(self, bag: dict) -> str:
        nonce = "CfDJ8" + secrets.token_hex(12)
        return f'<input name="__RequestVerificationToken" type="hidden" value="{nonce}{self.seal(bag, nonce)}" />'

    def forged(self, request: Request, bag: dict) -> bool:
        value = request.get("__RequestVerificationToken")
        return not hmac.compare_digest(value[29:].encode(), self.seal(bag, value[:29]).encode())

    def page(self, bag: dict, title: str, main: str, bar: str = "", scripts: str = "") -> Response:
        kind, text = bag.pop("TempData", ("", ""))
        alert = "" if not text else (f'<div class="alert alert-{kind} alert-dismissible fade show" role="alert"><i class="bi bi-info-circle"></i> {escape(text)}'
                                     '<button type="button" class="btn-close" data-bs-dismiss="alert" aria-label="關閉"></button></div>')
        return Response(f"""<!DOCTYPE html>
<html lang="zh-Hant">
<head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1.0" />
    <title>{title} - 醫院資訊服務</title>
    <link rel="stylesheet" href="/lib/bootstrap/dist/css/bootstrap.min.css" />
    <link rel="stylesheet" href="/css/site.css?v=Jb3sT" />
</head>
<body>
    <header><nav class="navbar navbar-expand-sm navbar-light bg-white border-bottom mb-3"><div class="container"><a class="navbar-brand" href="/">醫院資訊服務</a>{bar}</div></nav></header>
    <div class="container"><main role="main" class="pb-3">{alert}
<h1 class="h3">{title}</h1>
{main}
    </main></div>
    <footer class="border-top footer text-muted"><div class="container">&copy; 2021 - 資訊室 - 服務分機 261120</div></footer>
    <script src="/lib/jquery/dist/jquery.min.js"></script>
    <script src="/lib/bootstrap/dist/js/bootstrap.bundle.min.js"></script>
    <script src="/lib/jquery-validation-unobtrusive/jquery.validate.unobtrusive.min.js"></script>{scripts}
</body>
</html>""", headers=[("Cache-Control", "no-cache, no-store")])

    @staticmethod
    def summary(problems: list[str]) -> str:
        if not problems:
            return '<div class="text-danger validation-summary-valid" data-valmsg-summary="true"><ul><li style="display:none"></li>\n</ul></div>'
        return '<div class="text-danger validation-summary-errors" data-valmsg-summary="true"><ul>' + "".join(f"<li>{escape(x)}</li>" for x in problems) + "</ul></div>"

    @staticmethod
    def control(prop: str, label: str, kind: str = "text", value: str = "", more: str = "", hint: str = "") -> str:
        ident = "Input_" + prop
        return f"""<div class="mb-3"><label class="form-label" for="{ident}">{label}</label>
<input class="form-control" type="{kind}" data-val="true" data-val-required="{label} 欄位為必填。" id="{ident}" name="Input.{prop}" value="{escape(value, True)}" {more}/>{hint}
<span class="text-danger field-validation-valid" data-valmsg-for="Input.{prop}" data-valmsg-replace="true"></span></div>"""

    def picture_for(self, bag: dict, request: Request, letters: str | None) -> Response:
        if not bag.get("cid") or request.query.get("id") != bag["cid"]:
            return Response("", 404)
        bag["ctext"] = self.truth.new_captcha() if letters is None else self.truth.new_captcha(letters, 5)
        return Response(picture(bag["ctext"], "PNG"), kind="image/png", headers=[("Cache-Control", "no-store")])

    def picture_right(self, bag: dict, request: Request, fold: bool) -> bool:
        text, cid = bag.pop("ctext", ""), bag.pop("cid", "")
        typed = request.get("Input.Captcha").strip()
        right = bool(text) and text == self.truth.captcha and request.get("Input.CaptchaId") == cid and (typed.upper() if fold else typed) == text
        self.truth.captcha = ""
        return right

    @staticmethod
    def weak(word: str) -> bool:
        return len(word) < 8 or not re.search("[A-Za-z]", word) or not re.search("[0-9]", word)

    # ---------------------------------------------------------------- portal
    def portal(self, request: Request) -> Response:
        return self.pipeline("portal", request, self.portal_pages)

    def portal_pages(self, request: Request, bag: dict) -> Response:
        path, truth, post = request.path.rstrip("/").lower(), self.truth, request.method == "POST"
        if path == "/captcha":
            return self.picture_for(bag, request, None)
        if path == "/identity/login":
            wrong: list[str] = []
            if post:
                self.takes(request, **{"Input.Campus": "campus", "Input.UserName": "employee_id", "Input.Password": "portal_password", "Input.Captcha": "captcha"})
                if self.forged(request, bag):
                    return Response("", 400)
                if not self.picture_right(bag, request, True):
                    wrong = ["驗證碼不符，請依新圖片重新輸入。"]
                elif request.get("Input.Campus") not in ("T0", "T2", "T3", "Y0"):
                    wrong = ["請選擇院區。"]
                elif request.get("Input.UserName").strip() != truth.person.employee_id or request.get("Input.Password") != truth.portal_password:
                    wrong = ["登入嘗試無效，請檢查您的帳號與密碼。"]
                else:
                    sid = secrets.token_urlsafe(24)
                    self.bags[sid] = {"app": "portal", "id": sid, "user": truth.person.employee_id, "SESSION": secrets.token_hex(16).upper()}
                    truth.counts["sign_in"] += 1
                    truth.sessions.add("portal:" + sid)
                    return redirect("/", ("Set-Cookie", f".Hosp.portal.Session={sid}; path=/; samesite=lax; httponly"))
                truth.counts["sign_in_refused"] += 1
            bag["cid"] = str(uuid.uuid4())
            name = request.get("Input.UserName") if post else ""
            return self.page(bag, "登入 PORTAL", f"""<div class="row"><section class="col-md-5"><form id="account" method="post" action="/Identity/Login">
{self.summary(wrong)}
<div class="mb-3"><label class="form-label" for="Input_Campus">院區</label><select class="form-select" id="Input_Campus" name="Input.Campus"><option selected="selected" value="T0">總院區</option>
<option value="T2">北護分院</option><option value="T3">金山分院</option><option value="Y0">雲林分院</option></select></div>
{self.control("UserName", "帳號", "text", name, 'maxlength="6" autocomplete="username" placeholder="6位數數字"')}
{self.control("Password", "密碼", "password", "", 'autocomplete="current-password"')}
<input type="hidden" id="Input_CaptchaId" name="Input.CaptchaId" value="{bag['cid']}" />
{self.control("Captcha", "驗證碼 <small>(不用區分大小寫)</small>", "text", "", 'maxlength="6" autocomplete="off"', f'<img class="mt-2" src="/Captcha?id={bag["cid"]}" alt="驗證碼" /> <a href="/Identity/Login" class="small">看不清楚？換一張</a>').replace('data-val-required="驗證碼 <small>(不用區分大小寫)</small> 欄位為必填。"', 'data-val-required="驗證碼 欄位為必填。"')}
<button id="login-submit" type="submit" class="w-100 btn btn-lg btn-primary"><i class="bi bi-box-arrow-in-right"></i> 登入</button>
{self.af(bag)}</form></section></div>""")
        if not bag.get("user"):
            return redirect("/Identity/Login?ReturnUrl=%2F")
        if path == "":
            inner, key = self.urls["inner"], bag["SESSION"]
            return self.page(bag, "醫療資訊系統", f"""<p>{truth.person.name} 您好!</p><div class="row">
<div class="col-md-6"><div class="card"><div class="card-header">個人管理</div><div class="list-group list-group-flush">
<a class="list-group-item" href="{inner}/Sso?SESSION={key}&amp;page=Password"><i class="bi bi-key"></i> 更改密碼</a><a class="list-group-item" href="/Soon">個人簽章提醒設定</a>
<a class="list-group-item" href="/Soon">查詢員工連絡資料</a><a class="list-group-item" href="{inner}/Sso?SESSION={key}&amp;page=Contact"><i class="bi bi-person-lines-fill"></i> 維護個人連絡資料</a>
<a class="list-group-item" href="/Soon">員工扣繳憑單查詢</a></div></div></div>
<div class="col-md-6"><div class="card"><div class="card-header">全院公告 <span class="badge bg-danger">2</span></div><div class="card-body"><p>2019/10/21 請全院同仁填報「薪資所得免稅額申報表」</p></div></div></div></div>""",
                             f"""<form class="d-flex" method="get" action="/Soon"><input class="form-control" type="search" name="q" placeholder="搜尋功能" /><button class="btn btn-outline-success" type="submit">搜尋</button></form>
<form class="ms-2" method="post" action="/Identity/Logout"><button type="submit" class="nav-link btn btn-link">登出系統</button>{self.af(bag)}</form>""")
        if path == "/soon":
            self.takes(request)
            bag["TempData"] = ("warning", "此功能建置中。")
            return redirect("/")
        if path == "/identity/logout" and post:
            self.takes(request)
            if self.forged(request, bag):
                return Response("", 400)
            self.portal_out(bag["id"])
            return redirect("/Identity/Login")
        return Response("", 404)

    def portal_out(self, sid: str) -> None:
        self.bags.pop(sid, None)
        self.truth.sessions.discard("portal:" + sid)
        self.truth.counts["sign_out_portal"] += 1

    # ---------------------------------------------------------------- inner
    def inner(self, request: Request) -> Response:
        return self.pipeline("inner", request, self.inner_pages)

    def inner_pages(self, request: Request, bag: dict) -> Response:
        path, truth, post = request.path.rstrip("/").lower(), self.truth, request.method == "POST"
        if path == "/sso":
            owner = next((s for s, b in self.bags.items() if b.get("SESSION") and b["SESSION"] == request.query.get("SESSION")), "")
            if owner:
                bag["owner"], bag["user"] = owner, truth.person.employee_id
                return redirect("/Password/Change" if request.query.get("page") == "Password" else "/Contact/Edit")
        if bag.get("owner") not in self.bags:
            return self.page(bag, "尚未登入", f'<p>登入已逾時，請重新登入 PORTAL。</p><a href="{self.urls["portal"]}/">前往登入</a>')
        forged = post and self.forged(request, bag)
        bar = f"""<ul class="navbar-nav"><li class="nav-item"><a class="nav-link" href="{self.urls['portal']}/">回功能選單</a></li></ul>
<form method="post" action="/Logout"><button type="submit" class="nav-link btn btn-link">登出系統</button>{self.af(bag)}</form>"""
        if path == "/logout" and post:
            self.takes(request)
            if forged:
                return Response("", 400)
            self.portal_out(bag["owner"])
            return redirect(self.urls["portal"] + "/Identity/Login")
        if path == "/password/change":
            wrong: list[str] = []
            if post:
                self.takes(request, **{"Input.OldPassword": "old_password", "Input.NewPassword": "new_password", "Input.ConfirmPassword": "new_password_again"})
                if forged:
                    return Response("", 400)
                new = request.get("Input.NewPassword")
                if request.get("Input.OldPassword") != truth.portal_password:
                    wrong.append("舊密碼有誤。")
                if self.weak(new):
                    wrong.append("新密碼長度不可少於8個字元，且需包含英文及數字。")
                if new != request.get("Input.ConfirmPassword"):
                    wrong.append("新密碼與確認密碼不相符。")
                if not wrong:
                    truth.portal_password = new
                    truth.counts["password_changed"] += 1
                    bag["TempData"] = ("success", "您的密碼已變更。")
                    return redirect("/Password/Change")
                truth.counts["password_refused"] += 1
            return self.page(bag, "更改密碼", f"""<form method="post" action="/Password/Change">{self.summary(wrong)}
{self.control("OldPassword", "請輸入舊密碼：", "password")}{self.control("NewPassword", "請輸入新密碼：", "password")}{self.control("ConfirmPassword", "請再輸入新密碼：", "password")}
<p>密碼強度檢核：<meter min="0" max="4" value="0"></meter></p><p>密碼設定條件：</p><ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol>
<button type="submit" class="btn btn-primary">更改密碼</button>{self.af(bag)}</form>""", bar)
        if path == "/contact/edit":
            p, kept, wrong = truth.person, truth.saved_contact, []
            props = {"LastNameEn": "english_surname", "FirstNameEn": "english_given", "MiddleNameEn": "english_middle", "OfficePhone": "office_phone", "HomePhone": "home_phone", "Mobile": "mobile_phone"}
            now = {k: kept.get(v, getattr(p, v)) for k, v in props.items()}
            if post:
                self.takes(request, **{"Input.Mobile": "mobile_phone"})
                if forged:
                    return Response("", 400)
                now = {k: request.get("Input." + k).strip() for k in props}
                if not all(request.has("Input." + k) for k in props) or request.get("Input.EmployeeNo") != p.employee_id:
                    wrong.append("資料不完整。")
                if not re.fullmatch("09[0-9]{8}", now["Mobile"]):
                    wrong.append("行動電話須為09開頭之10碼數字。")
                if not wrong:
                    kept.update({v: now[k] for k, v in props.items()})
                    truth.counts["contact_saved"] += 1
                    bag["TempData"] = ("success", "連絡資料儲存完成。")
                    return redirect("/Contact/Edit")
            return self.page(bag, "維護個人連絡資料", f"""<form method="post" action="/Contact/Edit">{self.summary(wrong)}
<button type="submit" class="btn btn-success mb-3"><i class="bi bi-save"></i> 異動儲存</button>
<div class="mb-3"><label class="form-label" for="Input_EmployeeNo">員工編號：</label><input class="form-control-plaintext" readonly id="Input_EmployeeNo" name="Input.EmployeeNo" value="{p.employee_id}" /> 姓名：{p.name}</div>
{self.control("LastNameEn", "英文姓：", value=now["LastNameEn"], hint="ex:Chen(陳)")}{self.control("FirstNameEn", "英文首名：", value=now["FirstNameEn"], hint="ex: Yi-Fen(怡芬)")}
{self.control("MiddleNameEn", "英文中名：", value=now["MiddleNameEn"], hint="ex:Mary 為英文別名，如無，可不填").replace('data-val-required="英文中名： 欄位為必填。" ', "")}
{self.control("OfficePhone", "辦公室電話：", "tel", now["OfficePhone"], hint="ex:61234或23123456")}{self.control("HomePhone", "住宅電話：", "tel", now["HomePhone"], hint="ex:0223123456")}
{self.control("Mobile", "行動電話：", "tel", now["Mobile"], 'maxlength="10"', "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")}{self.af(bag)}</form>""", bar)
        return Response("", 404)

    # ---------------------------------------------------------------- account
    def account(self, request: Request) -> Response:
        return self.pipeline("account", request, self.account_pages)

    def account_pages(self, request: Request, bag: dict) -> Response:
        path, truth, p, post = request.path.rstrip("/").lower(), self.truth, self.truth.person, request.method == "POST"
        self.takes(request, **{"Input.Account": "employee_id", "Input.Phone": "registered_phone", "Input.Code": "code", "Input.MailName": "alias",
                               "Input.Password": "cloud_password", "Input.ConfirmPassword": "cloud_password_again", "Agree": "consent"}) if post else None
        if post and self.forged(request, bag):
            return Response("", 400)
        bar = f'<form method="post" action="/Leave"><button type="submit" class="btn btn-link">登出</button>{self.af(bag)}</form>' if bag.get("user") else ""
        if path == "":
            wrong: list[str] = []
            if post:
                if request.get("Agree") == "true":
                    bag["goal"] = "activate"
                    return redirect("/Verify")
                wrong = ["請先勾選已詳閱規範。"]
            return self.page(bag, "網路帳號服務", f"""<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<div class="accordion"><div class="accordion-item"><h2 class="accordion-header">《規範》</h2><div class="accordion-body">網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用。請勿冒用院內同仁申請網路帳號。</div></div>
<div class="accordion-item"><h2 class="accordion-header">《常見問題與服務》</h2><div class="accordion-body">密碼修改後多久可以生效：即時生效。忘記密碼：請以下方按鈕取得簡訊後進行密碼設定。</div></div></div>
<form method="post" action="/">{self.summary(wrong)}<div class="form-check"><input class="form-check-input" type="checkbox" data-val="true" id="Agree" name="Agree" value="true" /><label class="form-check-label" for="Agree">我已詳閱並同意遵守上述規範</label></div>
<button type="submit" id="btnStart" class="btn btn-primary">啟用網路帳號及首次雲端帳號密碼設定</button>{self.af(bag)}<input name="Agree" type="hidden" value="false" /></form>
<p class="mt-3"><a class="btn btn-secondary" href="/Reset">重置雲端服務密碼</a> 重設非Portal帳號的密碼</p><p><a class="btn btn-light" href="/Vendor">總院廠商VPN展延申請</a></p>""", bar,
                             "<script>$(function(){var s=function(){$('#btnStart').prop('disabled',!$('#Agree').prop('checked'));};$('#Agree').on('change',s);s();});</script>")
        if path == "/vendor":
            bag["TempData"] = ("warning", "本功能限廠商使用。")
            return redirect("/")
        if path == "/leave" and post:
            if bag.get("user"):
                truth.counts["sign_out_account"] += 1
            truth.sessions.discard("account:" + bag["id"])
            self.bags.pop(bag["id"], None)
            return redirect("/")
        if path == "/reset":
            bag["goal"] = "reset"
            return redirect("/Verify")
        if not bag.get("goal"):
            return redirect("/")
        heading = "啟用網路帳號及首次雲端帳號密碼設定" if bag["goal"] == "activate" else "重置雲端服務密碼"
        if path == "/verify":
            wrong, who = [], request.get("Input.Account").strip() if post else bag.get("who", "")
            if post and not re.fullmatch("[0-9]{6}", who):
                wrong = ["網路帳號 / 主職員工編號須為6位數數字。"]
            elif post and request.query.get("handler") == "RequestCode":
                bag["who"] = who
                return redirect("/Verify/Phone")
            elif post:
                sent = bag.get("sent")
                if not sent or sent[0] != who or sent[1] != request.get("Input.Code").strip():
                    wrong = ["動態碼驗證失敗。"]
                elif time.time() - sent[2] > 120:
                    wrong = ["動態碼已超過2分鐘有效期限，請重新取得。"]
                else:
                    del bag["sent"]
                    bag["user"], bag["proved"] = who, bag["goal"]
                    truth.counts["code_accepted"] += 1
                    truth.sessions.add("account:" + bag["id"])
                    return redirect("/Setup" if bag["goal"] == "activate" else "/NewPassword")
                truth.counts["code_refused"] += 1
            return self.page(bag, heading, f"""<h2 class="h5">進行身分驗證</h2><form method="post" action="/Verify?handler=Next">{self.summary(wrong)}
{self.control("Account", "網路帳號 / 主職員工編號", "text", who, 'maxlength="6"')}
{self.control("Code", "簡訊(或MOTP)動態碼", "text", "", 'maxlength="6" autocomplete="one-time-code"')}
<button type="submit" class="btn btn-primary">下一步</button> <button type="submit" class="btn btn-outline-primary" formnovalidate="formnovalidate" formaction="/Verify?handler=RequestCode"><i class="bi bi-phone"></i> 發送簡訊動態碼</button>
{self.af(bag)}</form><h3 class="h6 mt-3">注意事項</h3><ul><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul>""", bar)
        if path == "/verify/phone" and bag.get("who"):
            wrong = []
            if post:
                if bag["who"] == p.employee_id and request.get("Input.Phone").strip() == truth.saved_contact.get("mobile_phone", p.mobile_phone):
                    bag["sent"] = (bag["who"], truth.new_message(), time.time())
                    bag["TempData"] = ("success", "動態碼簡訊發送成功，請將收到的動態碼輸入後按「下一步」。")
                    return redirect("/Verify")
                wrong = ["手機門號與登記資料不符。"]
            return self.page(bag, "發送簡訊動態碼至手機", f"""<form method="post" action="/Verify/Phone">{self.summary(wrong)}<p>帳號：{escape(bag['who'])}</p>
{self.control("Phone", "請輸入帳號登記的手機門號(10碼)", "tel", "", 'maxlength="10"')}<button type="submit" class="btn btn-primary">確定發送</button> <a class="btn btn-light" href="/Verify">取消</a>{self.af(bag)}</form>""")
        if path == "/setup" and bag.get("proved") == "activate":
            wrong, alias = [], request.get("Input.MailName").strip().lower()
            if post:
                word = request.get("Input.Password")
                if truth.alias:
                    wrong = ["您已啟用過雲端服務。"]
                elif not re.fullmatch(r"[a-z][a-z0-9._-]{1,63}", alias):
                    wrong = ["電子郵件名稱僅能使用英文、數字、點、底線與連字號，並以英文開頭。"]
                elif alias == "taken.name":
                    wrong = ["這個電子郵件名稱已被他人使用。"]
                elif self.weak(word) or word != request.get("Input.ConfirmPassword"):
                    wrong = ["密碼至少8個字元、含英文及數字，且兩次輸入須相同。"]
                else:
                    truth.alias, truth.cloud_password = alias, word
                    truth.counts["activated"] += 1
                    bag["TempData"] = ("success", "設定完成！雲端服務將於隔日生效。")
                    return redirect("/Setup")
            facts = f"""<dl class="row"><dt class="col-4">網路帳號 / 主職員工編號</dt><dd class="col-8">{p.employee_id}</dd><dt class="col-4">帳號姓名</dt><dd class="col-8">{p.name}</dd>
<dt class="col-4">主職單位</dt><dd class="col-8">{p.unit}</dd><dt class="col-4">有效期限</dt><dd class="col-8">{p.valid_until}</dd>"""
            if truth.alias:
                return self.page(bag, "設定密碼與郵件別名", f"""{self.summary(wrong)}{facts}<dt class="col-4">雲端服務帳號 (電子郵件名稱)</dt><dd class="col-8">{escape(truth.alias)}@ntuh.gov.tw <span class="badge bg-success">已啟用</span></dd></dl>""", bar)
            return self.page(bag, "設定密碼與郵件別名", f"""{facts}</dl><form method="post" action="/Setup">{self.summary(wrong)}
{self.control("MailName", "雲端服務帳號 (電子郵件名稱)", "text", alias, 'maxlength="64"', '<span class="input-group-text">@ntuh.gov.tw</span> 名稱長度限64字元內')}
{self.control("Password", "雲端服務密碼", "password", "", 'autocomplete="new-password"')}{self.control("ConfirmPassword", "確認雲端服務密碼", "password", "", 'autocomplete="new-password"')}
<button type="submit" class="btn btn-secondary" formaction="/Leave" formnovalidate="formnovalidate">取消啟用</button> <button type="submit" class="btn btn-primary">啟用雲端服務</button>{self.af(bag)}</form><p>服務於設定完成隔日生效</p>""", bar)
        if path == "/newpassword" and bag.get("proved") == "reset":
            wrong = []
            if post:
                word = request.get("Input.Password")
                if not truth.alias:
                    wrong = ["此帳號尚未啟用，請先啟用網路帳號。"]
                elif self.weak(word) or word != request.get("Input.ConfirmPassword"):
                    wrong = ["密碼至少8個字元、含英文及數字，且兩次輸入須相同。"]
                else:
                    truth.cloud_password = word
                    bag["TempData"] = ("success", "雲端服務密碼已重新設定。")
                    return redirect("/NewPassword")
            return self.page(bag, "重置雲端服務密碼", f"""<form method="post" action="/NewPassword">{self.summary(wrong)}{self.control("Password", "新的雲端服務密碼", "password")}
{self.control("ConfirmPassword", "確認新的雲端服務密碼", "password")}<button type="submit" class="btn btn-primary">儲存</button>{self.af(bag)}</form>""", bar)
        return redirect("/Verify")

    # ---------------------------------------------------------------- webmail
    def mail(self, request: Request) -> Response:
        return self.pipeline("mail", request, self.mail_pages)

    def mail_pages(self, request: Request, bag: dict) -> Response:
        path, truth, post = request.path.rstrip("/").lower(), self.truth, request.method == "POST"
        if path == "/captcha":
            return self.picture_for(bag, request, "23456789abcdefghjkmnpqrstuvwxyz")
        if path == "/login":
            wrong: list[str] = []
            if post:
                self.takes(request, **{"Input.Account": "mail_account", "Input.Password": "mail_password", "Input.Captcha": "captcha"})
                if self.forged(request, bag):
                    return Response("", 400)
                if not self.picture_right(bag, request, False):
                    wrong = ["驗證碼輸入有誤。"]
                elif not truth.alias or request.get("Input.Account").strip().lower().removesuffix("@ntuh.gov.tw") != truth.alias or request.get("Input.Password") != truth.cloud_password:
                    wrong = ["帳號或密碼不正確。"]
                else:
                    bag["user"] = truth.alias
                    truth.counts["mail_sign_in"] += 1
                    truth.sessions.add("mail:" + bag["id"])
                    return redirect("/")
            bag["cid"] = str(uuid.uuid4())
            return self.page(bag, "電子信箱", f"""<form method="post" action="/Login">{self.summary(wrong)}{self.control("Account", "帳號:")}{self.control("Password", "密碼:", "password")}
<input type="hidden" name="Input.CaptchaId" value="{bag['cid']}" />{self.control("Captcha", "驗證碼(小寫字母或數字):", "text", "", 'autocomplete="off"', f'<img src="/Captcha?id={bag["cid"]}" alt="captcha" />')}
<div class="form-check"><label for="Input_RememberMe"><input type="checkbox" data-val="true" id="Input_RememberMe" name="Input.RememberMe" value="true" /> 記住登入資訊 (公用電腦請勿勾選)</label></div>
<button type="submit" class="btn btn-primary">登入</button>{self.af(bag)}<input name="Input.RememberMe" type="hidden" value="false" /></form><h2 class="h5">公佈欄</h2><p>※如無法登入，請先變更密碼，謝謝</p>""")
        if not bag.get("user"):
            return redirect("/Login")
        if path == "/logout" and post:
            self.takes(request)
            if self.forged(request, bag):
                return Response("", 400)
            self.bags.pop(bag["id"], None)
            truth.sessions.discard("mail:" + bag["id"])
            truth.counts["sign_out_mail"] += 1
            return redirect("/Login")
        return self.page(bag, "收件匣", '<table class="table"><tr><th>寄件者</th><th>主旨</th></tr><tr><td>資訊室</td><td>歡迎使用</td></tr></table>',
                         f'<form method="post" action="/Logout"><button type="submit" class="btn btn-link">登出</button>{self.af(bag)}</form>')

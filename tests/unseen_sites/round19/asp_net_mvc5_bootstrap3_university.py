from __future__ import annotations

import html
import re
import secrets
import time

from truth import Request, Response, Site, picture, redirect

h = html.escape
NAV = [("醫療系統", ["門診系統", "住院系統"]), ("醫療支援", ["檢驗查詢"]), ("數位學習", ["TMS", "KM系統"]),
       ("個人管理", ["更改密碼", "個人簽章提醒設定", "薪資所得免稅額申報表", "查詢員工連絡資料", "維護個人連絡資料", "個人就醫紀錄查詢", "行動憑證申請"])]


class TheSite(Site):
    title = "asp_net_mvc5_bootstrap3_university"

    def __init__(self) -> None:
        super().__init__()
        self.auth: dict[str, str] = {}     # .AspNet cookie -> session id
        self.tokens: dict[str, str] = {}   # __RequestVerificationToken cookie -> form value
        self.temp: dict[str, dict] = {}    # TempData & Session
        self.links: dict[str, str] = {}

    # ============================ infrastructure
    def begin(self, q: Request, area: str) -> dict:
        key = q.cookies.get(f"ASP.NET_SessionId_{area}", "")
        if not key.startswith(area) or key not in self.temp:
            key = area + secrets.token_hex(12)
            self.temp[key] = {"id": key, "area": area, "cookie": False, "xsrf": secrets.token_urlsafe(60), "xsrf_cookie": secrets.token_urlsafe(40)}
        return self.temp[key]

    def done(self, s: dict, a: Response) -> Response:
        if not s["cookie"]:
            s["cookie"] = True
            a.headers += [("Set-Cookie", f"ASP.NET_SessionId_{s['area']}={s['id']}; path=/; HttpOnly"), ("Set-Cookie", f"__RequestVerificationToken_{s['area']}={s['xsrf_cookie']}; path=/; HttpOnly")]
        return a

    def to(self, s: dict, where: str, good: str = "", bad: str = "") -> Response:
        if good or bad:
            s["note"] = (good, bad)
        return self.done(s, redirect(where))

    def anti(self, s: dict) -> str:
        return f'<input name="__RequestVerificationToken" type="hidden" value="{s["xsrf"]}" />'

    def genuine(self, q: Request, s: dict) -> bool:
        return q.get("__RequestVerificationToken") == s["xsrf"] and q.cookies.get(f"__RequestVerificationToken_{s['area']}") == s["xsrf_cookie"]

    def oops(self, s: dict) -> Response:
        return self.done(s, Response('<!DOCTYPE html><html><body><h1>Error.</h1><h2>防偽權杖驗證失敗，請回上一頁重新整理後再試。</h2></body></html>', 500))

    def view(self, s: dict, title: str, body: str, menu: str = "", errors: list[str] | None = None) -> Response:
        good, bad = s.pop("note", ("", ""))
        note = (f'<div class="alert alert-success"><a href="#" class="close" data-dismiss="alert">&times;</a><span class="glyphicon glyphicon-ok"></span> {h(good)}</div>' if good else "") + (
            f'<div class="alert alert-danger">{h(bad)}</div>' if bad else "")
        summ = f'<div class="validation-summary-errors text-danger" data-valmsg-summary="true"><ul>{"".join(f"<li>{h(e)}</li>" for e in errors)}</ul></div>' if errors else ""
        return self.done(s, Response(f"""<!DOCTYPE html>
<html>
<head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1.0">
    <title>{title} - 臺大醫院校院整合資訊網</title>
    <style>body{{padding-top:60px;font-family:"微軟正黑體",sans-serif}}.navbar{{position:fixed;top:0;left:0;right:0;background:#222;color:#fff;padding:8px;z-index:9}}.navbar a{{color:#ddd}}.dropdown-menu{{display:none}}.open>.dropdown-menu,.dropdown:hover>.dropdown-menu{{display:block;position:absolute;background:#333;padding:8px}}.dropdown{{display:inline-block;margin:0 10px}}
    .panel{{border:1px solid #ccc;margin:10px 0}}.panel-heading{{background:#337ab7;color:#fff;padding:8px}}.panel-body{{padding:12px}}.text-danger{{color:#a94442}}.alert-success{{background:#dff0d8;padding:8px}}.alert-danger{{background:#f2dede;padding:8px}}.container{{width:900px;margin:auto}}.modal-dialog{{border:2px solid #666;padding:12px;width:420px;background:#fff}}</style>
</head>
<body>
    <div class="navbar navbar-inverse navbar-fixed-top">
        <div class="container"><div class="navbar-header"><a class="navbar-brand" href="/">臺大醫院</a></div>
            <div class="navbar-collapse collapse"><ul class="nav navbar-nav">{menu}</ul></div></div>
    </div>
    <div class="container body-content">
{note}
<h2>{title}</h2>
{body.replace("@@summary", summ)}
        <hr /><footer><p>&copy; 2026 - 資訊室 Information Systems Office 分機 261120</p></footer>
    </div>
</body>
</html>"""))

    def group(self, name: str, label: str, kind: str = "text", value: str = "", note: str = "", err: str = "", rule: str = "") -> str:
        return f"""        <div class="form-group">
            <label class="col-md-3 control-label" for="{name}">{label}</label>
            <div class="col-md-9">
                <input class="form-control text-box single-line{' input-validation-error' if err else ''}" data-val="true" data-val-required="{re.sub('<[^>]*>', '', label)} 欄位是必要項。" id="{name}" name="{name}" type="{kind}" value="{h(value)}" {rule}/>
                <span class="{'field-validation-error' if err else 'field-validation-valid'} text-danger" data-valmsg-for="{name}" data-valmsg-replace="true">{h(err)}</span>
                {f'<p class="help-block">{note}</p>' if note else ''}
            </div>
        </div>
"""

    def shot(self, s: dict, letters: str = "") -> Response:
        text = self.truth.new_captcha(letters, 4) if letters else self.truth.new_captcha()
        s["ValidateCode"] = text
        return self.done(s, Response(picture(text), kind="image/gif"))

    def seen(self, s: dict, given: str) -> bool:
        mine, self_text = s.pop("ValidateCode", None), self.truth.captcha
        self.truth.captcha = ""
        return bool(mine) and mine == self_text and given.strip().upper() == mine.upper()

    @staticmethod
    def weak(pw: str) -> bool:
        return not (len(pw) >= 8 and re.search("[A-Za-z]", pw) and re.search("[0-9]", pw))

    # ============================ PORTAL
    def portal(self, q: Request) -> Response:
        s, t = self.begin(q, "P"), self.truth
        me, p = f"portal:{s['id']}", q.path.lower()
        if p == "/account/getvalidatecode":
            return self.shot(s)
        if p == "/account/login":
            errors = []
            if q.method == "POST":
                self.takes(q, Campus="campus", UserName="employee_id", Password="portal_password", ValidateCode="captcha")
                if not self.genuine(q, s):
                    return self.oops(s)
                if not self.seen(s, q.get("ValidateCode")):
                    errors = ["驗證碼不正確，請重新輸入。"]
                elif q.get("Campus") not in ("T0", "T2", "T3", "T4", "T5", "Y0") or (q.get("UserName").strip(), q.get("Password")) != (t.person.employee_id, t.portal_password):
                    errors = ["登入嘗試失試：帳號或密碼不正確。".replace("失試", "失敗")]
                else:
                    t.sessions.add(me)
                    t.counts["sign_in"] += 1
                    return self.to(s, "/Home/Index")
                t.counts["sign_in_refused"] += 1
            opts = "".join(f'<option value="{v}">{w}</option>\n' for v, w in (("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("T4", "新竹分院"), ("T5", "竹東分院"), ("Y0", "雲林分院")))
            return self.view(s, "登入 <small>Log in</small>".replace(" <small>Log in</small>", ""), f"""<div class="panel panel-primary"><div class="panel-heading">醫療資訊系統 National Taiwan University Hospital</div><div class="panel-body">
<form action="/Account/Login" class="form-horizontal" method="post" role="form">{self.anti(s)}@@summary
<div class="form-group"><label class="col-md-3 control-label" for="Campus">院區</label><div class="col-md-9"><select class="form-control" id="Campus" name="Campus">{opts}</select></div></div>
{self.group("UserName", "帳號", value=q.get("UserName"), rule='maxlength="6" placeholder="6位數數字"')}{self.group("Password", "密碼", "password")}{self.group("ValidateCode", "驗證碼", note='不用區分大小寫', rule='maxlength="6" autocomplete="off"')}
<img id="imgCode" src="/Account/GetValidateCode?r={secrets.randbelow(10**6)}" alt="驗證碼" title="看不清楚？點圖換一張" onclick="this.src='/Account/GetValidateCode?r='+Math.random()" style="cursor:pointer" />
<div class="form-group"><div class="col-md-offset-3 col-md-9"><button type="submit" class="btn btn-primary"><span class="glyphicon glyphicon-log-in"></span> 登入 Log in</button></div></div></form></div></div>""",
                             '<li class="dropdown"><a href="#" class="dropdown-toggle" data-toggle="dropdown">相關連結 <b class="caret"></b></a><ul class="dropdown-menu"><li><a href="#km">KM系統</a></li><li><a href="#reg">網路掛號</a></li></ul></li>', errors)
        if me not in t.sessions:
            return self.to(s, "/Account/Login")
        if p == "/account/logoff" and q.method == "POST":
            self.takes(q)
            if not self.genuine(q, s):
                return self.oops(s)
            t.sessions.discard(me)
            t.counts["sign_out_portal"] += 1
            return self.to(s, "/Account/Login", good="您已登出系統。")
        if p == "/home/contact":
            key = secrets.token_hex(16)
            self.links[key] = me
            return self.to(s, f"{self.urls['inner']}/HumanResource/EmpContact/Edit?SESSION={key}")
        if p == "/manage/changepassword":
            err: dict[str, str] = {}
            if q.method == "POST":
                self.takes(q, OldPassword="old_password", NewPassword="new_password", ConfirmPassword="new_password_again")
                if not self.genuine(q, s):
                    return self.oops(s)
                o, n, c = q.get("OldPassword"), q.get("NewPassword"), q.get("ConfirmPassword")
                if o != t.portal_password:
                    err["OldPassword"] = "密碼不正確。"
                if self.weak(n):
                    err["NewPassword"] = "新密碼的長度至少必須為 8 個字元，且包含英文及數字。"
                if n != c:
                    err["ConfirmPassword"] = "新密碼與確認密碼不相符。"
                if not err:
                    t.portal_password = n
                    t.counts["password_changed"] += 1
                    return self.to(s, "/Manage/Index?Message=ChangePasswordSuccess")
                t.counts["password_refused"] += 1
            return self.view(s, "更改密碼", f"""<div class="panel panel-default"><div class="panel-heading">更改PORTAL系統密碼</div><div class="panel-body"><form action="/Manage/ChangePassword" class="form-horizontal" method="post">{self.anti(s)}@@summary
{self.group("OldPassword", "請輸入舊密碼：", "password", err=err.get("OldPassword", ""))}{self.group("NewPassword", "請輸入新密碼：", "password", err=err.get("NewPassword", ""), rule='data-val-length-min="8" ')}{self.group("ConfirmPassword", "請再輸入新密碼：", "password", err=err.get("ConfirmPassword", ""), rule='data-val-equalto-other="*.NewPassword" ')}
<p>密碼設定條件：1.密碼長度不可少於8個字元 2.密碼內容需包含英文及數字</p><input type="submit" value="確定變更" class="btn btn-default" /> <a href="/Home/Index" class="btn btn-link">回功能選單</a></form></div></div>""", self.menu(s), list(err.values()))
        if p == "/manage/index":
            ok = q.query.get("Message") == "ChangePasswordSuccess"
            return self.view(s, "帳戶管理", f'<p class="text-success">{"您的密碼已變更。" if ok else ""}</p><p><a href="/Home/Index">回功能選單</a></p>', self.menu(s))
        return self.view(s, "首頁", f"""<p>{t.person.name} 您好!　總院差勤待簽 <span class="badge">0</span></p><form action="/Home/Index" method="get" class="navbar-form"><input type="text" name="keyword" class="form-control" placeholder="公告關鍵字" /><button class="btn btn-default">搜尋</button></form>
<div class="panel panel-info"><div class="panel-heading">全院公告 2</div><div class="panel-body"><table class="table table-striped"><tr><th>日期</th><th>標題</th></tr><tr><td>2019/10/21</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr></table></div></div>""", self.menu(s))

    def menu(self, s: dict) -> str:
        real = {"更改密碼": "/Manage/ChangePassword", "維護個人連絡資料": "/Home/Contact"}
        out = ""
        for head, items in NAV:
            out += f'<li class="dropdown"><a href="#" class="dropdown-toggle" data-toggle="dropdown" role="button">{head} <span class="caret"></span></a><ul class="dropdown-menu" role="menu">'
            out += "".join(f'<li><a href="{real.get(i, "/Home/Index?f=" + str(k))}">{i}</a></li>' for k, i in enumerate(items)) + "</ul></li>"
        return out + f'''<li><form action="/Account/LogOff" class="navbar-right" id="logoutForm" method="post">{self.anti(s)}<a href="javascript:document.getElementById('logoutForm').submit()">登出系統</a></form></li>'''

    # ============================ INNER
    ROWS = [("EngLastName", "english_surname", "英文姓：", "ex:Chen(陳)"), ("EngFirstName", "english_given", "英文首名：", "ex: Yi-Fen(怡芬)"), ("EngMiddleName", "english_middle", "英文中名：", "ex:Mary 為英文別名，如無，可不填"),
            ("OfficePhone", "office_phone", "辦公室電話：", "ex:61234或23123456"), ("HomePhone", "home_phone", "住宅電話：", "ex:0223123456"), ("CellPhone", "mobile_phone", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")]

    def inner(self, q: Request) -> Response:
        s, t = self.begin(q, "I"), self.truth
        if q.query.get("SESSION") in self.links:
            s["sso"] = self.links[q.query["SESSION"]]
        if s.get("sso") not in t.sessions:
            return self.view(s, "尚未登入", f'<a href="{self.urls["portal"]}">請先登入Portal</a>')
        err = ""
        if q.method == "POST":
            self.takes(q, CellPhone="mobile_phone")
            if not self.genuine(q, s) or q.get("EmpNo") != t.person.employee_id:
                return self.oops(s)
            if not re.fullmatch(r"09\d{8}", q.get("CellPhone")):
                err = "行動電話格式應為09開頭10碼數字。"
            elif all(q.has(n) for n, *_ in self.ROWS):
                t.saved_contact.update({k: q.get(n) for n, k, *_ in self.ROWS})
                t.counts["contact_saved"] += 1
                return self.to(s, "/HumanResource/EmpContact/Edit", good="個人連絡資料儲存完成！")
        rows = "".join(self.group(n, lab, value=t.saved_contact.get(k, getattr(t.person, k)), note=note, err=err if k == "mobile_phone" else "") for n, k, lab, note in self.ROWS)
        return self.view(s, "台大醫院---維護個人連絡資料", f"""<form action="/HumanResource/EmpContact/Edit" method="post" class="form-horizontal">{self.anti(s)}<input id="EmpNo" name="EmpNo" type="hidden" value="{t.person.employee_id}" />
<button type="submit" class="btn btn-success"><span class="glyphicon glyphicon-floppy-disk"></span>&nbsp;異動儲存</button><p>員工編號：{t.person.employee_id} 姓名：{t.person.name}</p>{rows}</form>""",
                         f'<li><a href="{self.urls["portal"]}/Home/Index">回功能選單</a></li>')

    # ============================ ACCOUNT
    def account(self, q: Request) -> Response:
        s, t = self.begin(q, "A"), self.truth
        me, p = f"account:{s['id']}", q.path.lower()
        if q.method == "POST":
            self.takes(q, Agree="consent", EmpNo="employee_id", Mobile="registered_phone", OtpCode="code", MailAlias="alias", CloudPassword="cloud_password", CloudPasswordConfirm="cloud_password_again")
            if not self.genuine(q, s):
                return self.oops(s)
        if p in ("/", "/home/start"):
            if q.method == "POST":
                if q.get("Agree") != "true":
                    return self.to(s, "/", bad="請先勾選「我已詳閱並同意規範」。")
                s["goal"] = "reset" if q.get("next") == "Reset" else "enable"
                s["agreed"] = True
                return self.to(s, "/Verify")
            return self.view(s, "帳號服務平台", f"""<div class="panel panel-warning"><div class="panel-heading">《規範》</div><div class="panel-body"><ul><li>如有借用帳號行為，致院內重要資料或個人資料外洩時，該網路帳號擁有者需負相關法律之責任。</li></ul></div></div>
<div class="panel panel-default"><div class="panel-heading">《常見問題與服務》</div><div class="panel-body">密碼修改後即時生效。</div></div>
<form action="/Home/Start" method="post">{self.anti(s)}<div class="checkbox"><label><input type="checkbox" id="Agree" name="Agree" value="true" onclick="var b=document.getElementsByName('next');for(var i=0;i<b.length;i++)b[i].disabled=!this.checked" /> 我已詳閱並同意上述規範</label><input name="Agree" type="hidden" value="false" /></div>
<button type="submit" name="next" value="Enable" class="btn btn-lg btn-primary" disabled>啟用網路帳號及首次雲端帳號密碼設定</button> <small>啟用本院微軟相關服務，如：Office365, Outlook...</small><br />
<button type="submit" name="next" value="Reset" class="btn btn-lg btn-warning" disabled>重置雲端服務密碼</button> <small>重設非Portal帳號的密碼</small></form>""")
        title = "重置雲端服務密碼" if s.get("goal") == "reset" else "啟用網路帳號及首次雲端帳號密碼設定"
        if p.startswith("/verify"):
            if not s.get("agreed"):
                return self.to(s, "/")
            dialog = ""
            if q.method == "POST":
                s["emp"] = q.get("EmpNo").strip()
                known = s["emp"] == t.person.employee_id
                if p == "/verify/sms":
                    if known and q.get("Mobile").strip() == t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                        s["otp"], s["otp_at"] = t.new_message(), time.time()
                        return self.to(s, "/Verify", good="動態碼簡訊發送成功！成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」")
                    return self.to(s, "/Verify", bad="門號與登記資料不一致，簡訊未發送。")
                if not known:
                    return self.to(s, "/Verify", bad="查無此員工編號，請重新輸入。")
                if q.get("act") == "Sms":
                    dialog = f"""<div class="modal fade in" id="smsModal" role="dialog" style="display:block"><div class="modal-dialog"><div class="modal-content"><form action="/Verify/Sms" method="post">{self.anti(s)}<input type="hidden" name="EmpNo" value="{h(s["emp"])}" />
<div class="modal-header"><h4 class="modal-title">發送動態碼</h4></div><div class="modal-body"><label for="Mobile">請輸入帳號登記的手機門號(10碼)</label><input type="tel" class="form-control" id="Mobile" name="Mobile" maxlength="10" /></div>
<div class="modal-footer"><button type="submit" class="btn btn-primary">確定發送</button> <a href="/Verify" class="btn btn-default">取消</a></div></form></div></div></div>"""
                else:
                    right = s.get("otp") and q.get("OtpCode").strip() == s["otp"]
                    if right and time.time() - s["otp_at"] <= 120:
                        s.pop("otp")
                        t.sessions.add(me)
                        t.counts["code_accepted"] += 1
                        return self.to(s, "/CloudAccount/Reset" if s["goal"] == "reset" else "/CloudAccount/Setup")
                    t.counts["code_refused"] += 1
                    return self.to(s, "/Verify", bad="動態碼已過有效時間(2分鐘)。" if right else "動態碼不正確。")
            return self.view(s, title, dialog + f"""<div class="panel panel-info"><div class="panel-heading">注意事項</div><div class="panel-body">按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。請輸入帳號與簡訊動態碼後按「下一步」。</div></div>
<form action="/Verify" method="post" class="form-horizontal">{self.anti(s)}{self.group("EmpNo", "網路帳號 / 主職員工編號", value=s.get("emp", ""))}<button type="submit" name="act" value="Sms" class="btn btn-info"><i class="glyphicon glyphicon-phone"></i> 發送簡訊動態碼</button>
{self.group("OtpCode", "簡訊(或MOTP)動態碼", rule='maxlength="6" autocomplete="off"')}<button type="submit" name="act" value="Next" class="btn btn-primary">下一步</button></form>""")
        if me not in t.sessions:
            return self.to(s, "/Verify", bad="請先進行身分驗證。")
        bar = f'<li><form action="/CloudAccount/SignOut" method="post" id="outForm">{self.anti(s)}<button type="submit" class="btn btn-link">登出</button></form></li>'
        if p == "/cloudaccount/signout" and q.method == "POST":
            t.sessions.discard(me)
            t.counts["sign_out_account"] += 1
            return self.to(s, "/", good="已結束帳號設定作業。")
        reset = p == "/cloudaccount/reset"
        errors: list[str] = []
        e = t.person
        if q.method == "POST":
            a, w, c = q.get("MailAlias").strip(), q.get("CloudPassword"), q.get("CloudPasswordConfirm")
            if reset and not t.alias:
                errors.append("您的雲端帳號尚未啟用，無法重置。")
            if not reset and t.alias:
                errors.append("您的雲端帳號已於先前啟用，不得再次設定。")
            elif not reset and a.lower() == "taken.name":
                errors.append("電子郵件名稱 taken.name 已存在。")
            elif not reset and not re.fullmatch(r"[A-Za-z0-9]+([._-][A-Za-z0-9]+)*", a) or len(a) > 64 or (not reset and a.isdigit()):
                errors.append("電子郵件名稱僅可使用英文字母、數字、點、底線及減號。")
            if self.weak(w):
                errors.append("雲端服務密碼至少 8 碼並含英文及數字。")
            if w != c:
                errors.append("兩次輸入之雲端服務密碼不同。")
            if not errors:
                t.cloud_password = w
                if reset:
                    return self.to(s, "/CloudAccount/Result", good="雲端服務密碼重置成功，立即生效。")
                t.alias = a
                t.counts["activated"] += 1
                return self.to(s, "/CloudAccount/Result", good="恭喜您，雲端服務帳號設定完成，隔日生效。")
        facts = "".join(f'<dt>{k}</dt><dd>{v}</dd>' for k, v in (("網路帳號 / 主職員工編號", e.employee_id), ("帳號姓名", e.name), ("主職單位", e.unit), ("有效期限", e.valid_until)))
        if p == "/cloudaccount/result" or (t.alias and not reset):
            state = f'<dt>雲端服務帳號 (電子郵件名稱)</dt><dd>{h(t.alias)}@ntuh.gov.tw <span class="label label-success">啟用中</span></dd>' if t.alias else ""
            return self.view(s, "帳號現況", f'@@summary<dl class="dl-horizontal">{facts}{state}</dl><p>{"您的帳號已完成啟用，如需變更密碼請使用重置功能。" if t.alias else ""}</p>', bar, errors)
        pair = self.group("CloudPassword", "雲端服務密碼", "password", note="至少 8 碼，含英文及數字；請勿與Portal密碼相同") + self.group("CloudPasswordConfirm", "再次輸入雲端服務密碼", "password")
        if reset:
            return self.view(s, title, f'<form action="/CloudAccount/Reset" method="post">{self.anti(s)}@@summary{pair}<button type="submit" class="btn btn-warning">重置密碼</button></form>', bar, errors)
        return self.view(s, "設定密碼與郵件別名", f"""<div class="panel panel-default"><div class="panel-heading">{title}</div><div class="panel-body"><dl class="dl-horizontal">{facts}</dl><form action="/CloudAccount/Setup" method="post" class="form-horizontal">{self.anti(s)}@@summary
{self.group("MailAlias", "雲端服務帳號 (電子郵件名稱)", value=q.get("MailAlias"), note="@ntuh.gov.tw 名稱長度限64字元內", rule='maxlength="64"')}{pair}<a href="/" class="btn btn-default">取消啟用</a> <button type="submit" class="btn btn-success">啟用雲端服務</button> <span>服務於設定完成隔日生效</span></form></div></div>""", bar, errors)

    # ============================ MAIL
    def mail(self, q: Request) -> Response:
        s, t = self.begin(q, "M"), self.truth
        me, p = f"mail:{s['id']}", q.path.lower()
        if p == "/login/captcha":
            return self.shot(s, "abcdefghjkmnpqrstuvwxyz23456789")
        errors = []
        if q.method == "POST":
            self.takes(q, Account="mail_account", Password="mail_password", Code="captcha")
            if not self.genuine(q, s):
                return self.oops(s)
            if p == "/login/signout":
                t.counts["sign_out_mail"] += me in t.sessions
                t.sessions.discard(me)
                return self.to(s, "/Login", good="您已登出電子郵件。")
            if not self.seen(s, q.get("Code")):
                errors = ["驗證碼錯誤。"]
            elif not t.alias or q.get("Account").strip().lower().removesuffix("@ntuh.gov.tw") != t.alias.lower() or q.get("Password") != t.cloud_password:
                errors = ["您輸入的帳號或密碼有誤。"]
            else:
                t.sessions.add(me)
                t.counts["mail_sign_in"] += 1
                return self.to(s, "/Inbox")
        if me in t.sessions:
            return self.view(s, "收件匣 Inbox", f'<p>{h(t.alias)}@ntuh.gov.tw</p><div class="list-group"><a href="/Inbox?id=1" class="list-group-item">[資訊室] 資安宣導</a></div>', f'<li><form action="/Login/SignOut" method="post">{self.anti(s)}<button class="btn btn-link" type="submit">登出</button></form></li>')
        if p != "/login":
            return self.to(s, "/Login")
        return self.view(s, "電子郵件登入", f"""<form action="/Login" method="post" class="form-horizontal">{self.anti(s)}@@summary{self.group("Account", "帳號:", value=q.get("Account"))}{self.group("Password", "密碼:", "password")}{self.group("Code", "驗證碼(小寫字母或數字):", rule='maxlength="4"')}<img src="/Login/Captcha?{secrets.randbelow(9999)}" alt="captcha" />
<div class="checkbox"><label><input id="RememberMe" name="RememberMe" type="checkbox" value="true" /> 記住登入資訊 (公用電腦請勿勾選)</label><input name="RememberMe" type="hidden" value="false" /></div><input type="submit" value="登入" class="btn btn-primary" /></form><div class="panel panel-info"><div class="panel-heading">公佈欄</div><div class="panel-body">體系帳號整併中，請用主要任職院區帳號登入。</div></div>""", errors=errors)

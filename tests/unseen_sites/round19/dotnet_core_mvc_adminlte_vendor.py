"""A vendor's ASP.NET Core MVC application on AdminLTE 3: side menu, cards, callouts, alert boxes, toastr, antiforgery."""
import re
import secrets
import time
from html import escape

from truth import Response, Site, picture, redirect

OLD = "作業逾時或表單已失效，請重新操作。"


class TheSite(Site):
    title = "dotnet_core_mvc_adminlte_vendor"

    def __init__(self):
        super().__init__()
        self.af = {}       # antiforgery cookie -> request token
        self.auth = {}     # portal cookie -> ticket
        self.tickets = {}  # ticket -> forgery token for the inner host
        self.idp = {}      # account cookie -> state
        self.owa = set()

    # ------------------------------------------------------------ layout
    def _layout(self, title, content, side="", nav="", toast="", crumb="", head=(), status=200):
        kind, text = toast or ("", "")
        js = f"<script>$(function () {{ toastr['{kind}']('{text}'); }});</script>" if text else ""
        box = ""
        if text:
            icon = "fa-check" if kind == "success" else "fa-ban"
            css = "success" if kind == "success" else "danger"
            box = f'<div class="alert alert-{css} alert-dismissible"><button type="button" class="close" data-dismiss="alert" aria-hidden="true">&times;</button><h5><i class="icon fas {icon}"></i> {"完成" if kind == "success" else "注意"}</h5>{text}</div>'
        aside = f"""<aside class="main-sidebar sidebar-dark-primary elevation-4"><a href="#" class="brand-link"><span class="brand-text font-weight-light">醫療資訊系統</span></a>
  <div class="sidebar"><nav class="mt-2"><ul class="nav nav-pills nav-sidebar flex-column" data-widget="treeview" role="menu">{side}</ul></nav></div></aside>""" if side else ""
        return Response(f"""<!DOCTYPE html>
<html lang="zh-Hant-TW">
<head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>{title} - MIS Portal</title>
    <script>window.jQuery || (window.$ = function (f) {{ if (typeof f === 'function') document.addEventListener('DOMContentLoaded', f); }}, window.toastr = {{ error: function () {{}}, success: function () {{}} }});</script>
</head>
<body class="hold-transition {'sidebar-mini layout-fixed' if side else 'login-page'}">
<div class="wrapper">
<nav class="main-header navbar navbar-expand navbar-white navbar-light"><ul class="navbar-nav"><li class="nav-item"><a class="nav-link" data-widget="pushmenu" href="#" role="button"><i class="fas fa-bars"></i></a></li></ul>{nav}</nav>
{aside}
<div class="content-wrapper"><section class="content-header"><div class="container-fluid"><h1>{title}</h1><ol class="breadcrumb float-sm-right">{crumb}</ol></div></section>
<section class="content"><div class="container-fluid">
{box}
{content}
</div></section></div>
<footer class="main-footer"><strong>Copyright &copy; 2021 <a href="#">捷康資訊 JK-Soft</a>.</strong> All rights reserved.</footer>
</div>
{js}
</body>
</html>""", status, headers=list(head))

    def _card(self, title, body, foot="", css="primary"):
        return f'<div class="card card-{css}"><div class="card-header"><h3 class="card-title">{title}</h3></div><div class="card-body">{body}</div>{f"<div class=card-footer>{foot}</div>" if foot else ""}</div>'

    def _forgery(self, r, site):
        """The antiforgery cookie and a new token of this site."""
        name = f".AspNetCore.Antiforgery.{site}"
        ck, head = r.cookies.get(name, ""), []
        if not ck:
            ck = "CfDJ8" + secrets.token_hex(12)
            head = [("Set-Cookie", f"{name}={ck}; path=/; samesite=strict; httponly")]
        self.af[site + ck] = "CfDJ8" + secrets.token_urlsafe(40)
        return self.af[site + ck], head

    def _checked(self, r, site):
        want = self.af.pop(site + r.cookies.get(f".AspNetCore.Antiforgery.{site}", ""), None)
        return want is not None and r.get("__RequestVerificationToken") == want

    @staticmethod
    def _tok(v):
        return f'<input name="__RequestVerificationToken" type="hidden" value="{v}" />'

    def _group(self, name, label, kind="text", value="", hint="", extra=""):
        i = name.replace(".", "_")
        return f"""<div class="form-group row"><label class="col-sm-3 col-form-label" for="{i}">{label}</label><div class="col-sm-6">
<input class="form-control" type="{kind}" id="{i}" name="{name}" value="{escape(value)}" data-val="true" data-val-required="The {name} field is required." {extra}/>
<small class="form-text text-muted">{hint}</small><span class="text-danger field-validation-valid" data-valmsg-for="{name}" data-valmsg-replace="true"></span></div></div>"""

    # ------------------------------------------------------------ portal
    def portal(self, r):
        if r.path == "/favicon.ico":
            return Response("", 404)
        t, p, ck = self.truth, r.path.lower().rstrip("/"), r.cookies.get(".AspNetCore.MisPortal", "")
        if p == "/captcha/get":
            return Response(picture(t.new_captcha(), "PNG"), kind="image/png", headers=[("Cache-Control", "no-store")])
        if p == "/account/login":
            return self._login(r)
        tk = self.auth.get(ck)
        if not tk:
            return redirect("/Account/Login?ReturnUrl=%2F")
        if p == "/account/logout" and r.method == "POST":
            self.takes(r)
            if not self._checked(r, "mis"):
                return Response("", 400)
            del self.auth[ck]
            self.tickets.pop(tk, None)
            t.sessions.discard("portal:" + tk)
            t.counts["sign_out_portal"] += 1
            return redirect("/Account/Login", ("Set-Cookie", ".AspNetCore.MisPortal=; path=/; max-age=0"))
        if p.startswith("/personal/open/"):
            to = {"chgpwd": "ChangePassword", "contact": "Contact"}.get(p.split("/")[-1])
            if to:
                return redirect(f"{self.urls['inner']}/WebApplication/{to}?SESSION={tk}")
        if p == "/home/search":
            self.takes(r)
            return self._layout("搜尋結果", '<p>查無資料。</p><a href="/Home/Index">回首頁</a>')
        if p not in ("", "/home", "/home/index") and not p.startswith("/personal/open/"):
            return self._layout("404", "<h3><i class='fas fa-exclamation-triangle text-warning'></i> 找不到頁面</h3>", status=404)
        tok, head = self._forgery(r, "mis")
        subs = [("更改密碼", "chgpwd"), ("個人簽章提醒設定", "sign"), ("薪資所得免稅額申報表", "tax"), ("員工待遇福利查詢", "pay"), ("查詢員工連絡資料", "q"), ("維護個人連絡資料", "contact"), ("個人就醫紀錄查詢", "med")]
        tree = "".join(f'<li class="nav-item"><a href="#" class="nav-link"><i class="nav-icon fas fa-th"></i><p>{n}</p></a></li>' for n in ["醫療系統", "醫療支援", "其他資源", "數位學習", "資訊安全", "行政系統"])
        tree += '<li class="nav-item has-treeview menu-open"><a href="#" class="nav-link active"><i class="nav-icon fas fa-user-cog"></i><p>個人管理<i class="right fas fa-angle-left"></i></p></a><ul class="nav nav-treeview">' + \
            "".join(f'\n<li class="nav-item"><a href="/Personal/Open/{c}" class="nav-link"><i class="far fa-circle nav-icon"></i><p>{n}</p></a></li>' for n, c in subs) + "</ul></li>"
        nav = f"""<form class="form-inline ml-3" action="/Home/Search" method="get"><input class="form-control form-control-navbar" type="search" name="keyword" placeholder="Search" aria-label="Search"><button class="btn btn-navbar" type="submit"><i class="fas fa-search"></i></button></form>
<ul class="navbar-nav ml-auto"><li class="nav-item">{t.person.name} 您好!</li><li class="nav-item"><form method="post" action="/Account/Logout" id="logoutForm">{self._tok(tok)}<button type="submit" class="btn btn-link nav-link"><i class="fas fa-sign-out-alt"></i> 登出系統</button></form></li></ul>"""
        body = '<div class="row"><div class="small-box bg-info"><div class="inner"><h3>0</h3><p>總院差勤待簽</p></div></div></div>' + self._card("全院公告", "<table class='table table-sm'><tr><td>2019/10/21</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr></table>")
        return self._layout("儀表板", body, tree, nav, ("error", "您尚無此功能之使用權限。") if p.startswith("/personal") else "", '<li class="breadcrumb-item active">首頁</li>', head)

    def _login(self, r):
        t, msg = self.truth, ""
        if r.method == "POST":
            self.takes(r, **{"Input.HospitalCode": "campus", "Input.UserId": "employee_id", "Input.Password": "portal_password", "Input.CaptchaCode": "captcha"})
            want, t.captcha = t.captcha, ""
            if not self._checked(r, "mis"):
                msg = OLD
            elif not want or r.get("Input.CaptchaCode").strip().upper() != want:
                msg = "驗證碼不正確，請依新圖片重新輸入。"
            elif r.get("Input.HospitalCode") != "T0" or r.get("Input.UserId") != t.person.employee_id or r.get("Input.Password") != t.portal_password:
                msg = "登入嘗試無效：帳號或密碼有誤。"
            else:
                ck, tk = "CfDJ8" + secrets.token_hex(12), secrets.token_hex(16)
                self.auth[ck] = tk
                self.tickets[tk] = ""
                t.sessions.add("portal:" + tk)
                t.counts["sign_in"] += 1
                return redirect("/", ("Set-Cookie", f".AspNetCore.MisPortal={ck}; path=/; samesite=lax; httponly"))
            t.counts["sign_in_refused"] += 1
        tok, head = self._forgery(r, "mis")
        summ = f'<div class="text-danger validation-summary-errors" data-valmsg-summary="true"><ul><li>{msg}</li></ul></div>' if msg else \
            '<div class="text-danger validation-summary-valid" data-valmsg-summary="true"><ul><li style="display:none"></li></ul></div>'
        body = f"""<div class="login-box"><div class="card card-outline card-primary"><div class="card-body login-card-body"><p class="login-box-msg">請登入以開始您的工作</p>{summ}
<form method="post" action="/Account/Login?ReturnUrl=%2F">
<div class="form-group"><label for="Input_HospitalCode">院區</label><select class="form-control" id="Input_HospitalCode" name="Input.HospitalCode"><option value="T0">總院區</option><option value="T2">北護分院</option><option value="T5">竹東分院</option><option value="Y0">雲林分院</option></select></div>
<div class="input-group mb-3"><input class="form-control" type="text" placeholder="帳號" maxlength="6" id="Input_UserId" name="Input.UserId" value="{escape(r.get('Input.UserId'))}" /><div class="input-group-append"><div class="input-group-text"><span class="fas fa-user"></span></div></div></div>
<div class="input-group mb-3"><input class="form-control" type="password" placeholder="密碼" id="Input_Password" name="Input.Password" /><div class="input-group-append"><div class="input-group-text"><span class="fas fa-lock"></span></div></div></div>
<div class="input-group mb-3"><input class="form-control" type="text" placeholder="驗證碼 (不用區分大小寫)" maxlength="6" autocomplete="off" id="Input_CaptchaCode" name="Input.CaptchaCode" value="" /><img src="/Captcha/Get?v={secrets.token_hex(4)}" alt="captcha" /></div>
<button type="submit" class="btn btn-primary btn-block"><i class="fas fa-sign-in-alt"></i> 登入</button>
{self._tok(tok)}</form></div></div></div>"""
        return self._layout("登入", body, head=head)

    # ------------------------------------------------------------ inner
    def inner(self, r):
        t, tk, p = self.truth, r.query.get("SESSION", ""), r.path.lower()
        if tk not in self.tickets:
            return self._layout("尚未登入", f'<div class="callout callout-danger"><h5>工作階段已結束</h5><a href="{self.urls["portal"]}/Account/Login">重新登入</a></div>')
        side = f'<li class="nav-item"><a href="{self.urls["portal"]}/Home/Index" class="nav-link"><i class="nav-icon fas fa-home"></i><p>回功能選單</p></a></li>'
        good, toast = False, ""
        if r.method == "POST":
            self.takes(r, OldPassword="old_password", NewPassword="new_password", ConfirmPassword="new_password_again", MobilePhone="mobile_phone")
            good = bool(self.tickets[tk]) and r.get("__RequestVerificationToken") == self.tickets[tk]
            toast = "" if good else ("error", OLD)
        if p == "/webapplication/changepassword":
            if r.method == "POST":
                o, n, a = r.get("OldPassword"), r.get("NewPassword"), r.get("ConfirmPassword")
                if good and o != t.portal_password:
                    toast = ("error", "舊密碼驗證失敗。")
                elif good and n != a:
                    toast = ("error", "新密碼與確認密碼不相符。")
                elif good and (len(n) < 8 or not re.search("[A-Za-z]", n) or not re.search("[0-9]", n) or n == o):
                    toast = ("error", "新密碼不符合密碼原則。")
                elif good:
                    t.portal_password, toast = n, ("success", "密碼更新成功，下次登入時請使用新密碼。")
                    t.counts["password_changed"] += 1
                if toast[0] == "error":
                    t.counts["password_refused"] += 1
            self.tickets[tk] = tok = secrets.token_urlsafe(32)
            form = f"""<form method="post" action="/WebApplication/ChangePassword?SESSION={tk}">{self._group('OldPassword', '請輸入舊密碼：', 'password')}{self._group('NewPassword', '請輸入新密碼：', 'password')}{self._group('ConfirmPassword', '請再輸入新密碼：', 'password')}
<div class="form-group row"><span class="col-sm-3">密碼強度檢核：</span><div class="progress col-sm-6"><div class="progress-bar" style="width:0%"></div></div></div>
<div class="callout callout-info"><h5>密碼設定條件：</h5><ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol></div>{self._tok(tok)}
<button type="submit" class="btn btn-warning"><i class="fas fa-key"></i> 確認變更</button></form>"""
            return self._layout("更改密碼", self._card("更改密碼", form), side, "", toast, '<li class="breadcrumb-item">個人管理</li><li class="breadcrumb-item active">更改密碼</li>')
        if p != "/webapplication/contact":
            return self._layout("404", "<h3>找不到頁面</h3>", status=404)
        f = {"EngSurname": "english_surname", "EngGivenName": "english_given", "EngMiddleName": "english_middle", "OfficePhone": "office_phone", "HomePhone": "home_phone", "MobilePhone": "mobile_phone"}
        if good and (not all(r.has(k) for k in f) or not re.fullmatch(r"09\d{8}", r.get("MobilePhone"))):
            toast = ("error", "行動電話格式錯誤，資料未異動。")
        elif good:
            t.saved_contact = {m: r.get(k) for k, m in f.items()}
            t.counts["contact_saved"] += 1
            toast = ("success", "個人連絡資料儲存成功。")
        self.tickets[tk] = tok = secrets.token_urlsafe(32)
        v = {k: t.saved_contact.get(m, getattr(t.person, m)) for k, m in f.items()}
        form = f"""<form method="post" action="/WebApplication/Contact?SESSION={tk}" class="form-horizontal">
<div class="form-group row"><label class="col-sm-3">員工編號：</label><div class="col-sm-6"><input class="form-control-plaintext" readonly value="{t.person.employee_id}" /></div></div>
<div class="form-group row"><label class="col-sm-3">姓名：</label><div class="col-sm-6">{t.person.name}</div></div>
{self._group('EngSurname', '英文姓：', value=v['EngSurname'], hint='ex:Chen(陳)')}{self._group('EngGivenName', '英文首名：', value=v['EngGivenName'], hint='ex: Yi-Fen(怡芬)')}{self._group('EngMiddleName', '英文中名：', value=v['EngMiddleName'], hint='ex:Mary 為英文別名，如無，可不填')}
{self._group('OfficePhone', '辦公室電話：', 'tel', v['OfficePhone'], 'ex:61234或23123456')}{self._group('HomePhone', '住宅電話：', 'tel', v['HomePhone'], 'ex:0223123456')}{self._group('MobilePhone', '行動電話：', 'tel', v['MobilePhone'], 'ex:0952000000 (如離職或更換門號，請記得調整此欄位)', 'maxlength="10"')}
{self._tok(tok)}<button type="submit" class="btn btn-success"><i class="fas fa-save"></i> 異動儲存</button> <button type="reset" class="btn btn-default">還原</button></form>"""
        return self._layout("維護個人連絡資料", self._card("台大醫院---維護個人連絡資料", form, css="info"), side, "", toast, '<li class="breadcrumb-item">個人管理</li><li class="breadcrumb-item active">維護個人連絡資料</li>')

    # ------------------------------------------------------------ account
    def account(self, r):
        if r.path == "/favicon.ico":
            return Response("", 404)
        p, ck, head = r.path.lower().rstrip("/"), r.cookies.get(".AspNetCore.HelpSession", ""), []
        if ck not in self.idp:
            ck = "CfDJ8" + secrets.token_hex(12)
            self.idp[ck] = {"agree": False, "fn": "", "ok": "", "code": "", "at": 0}
            head = [("Set-Cookie", f".AspNetCore.HelpSession={ck}; path=/; httponly")]
        d = self.idp[ck]
        if p == "":
            return self._index(r, head)
        if p == "/start" and r.method == "POST":
            self.takes(r, AgreePolicy="consent")
            if not self._checked(r, "help") or r.get("AgreePolicy") != "true" or r.get("Function") not in ("Enable", "Reset"):
                return self._index(r, head, ("error", "請先勾選已詳閱規範。"))
            d.update(agree=True, fn=r.get("Function"))
            return redirect("/Verify", *head)
        if p == "/verify" and d["agree"]:
            return self._verify(r, ck, d)
        if p in ("/cloud/enable", "/cloud/reset") and d["ok"] == p:
            return self._cloud(r, ck, d, p.endswith("enable"))
        if p == "/leave" and r.method == "POST":
            self.takes(r)
            if self._checked(r, "help") and d["ok"]:
                return self._leave(ck)
        return redirect("/", *head)

    def _leave(self, ck):
        del self.idp[ck]
        self.truth.sessions.discard("account:" + ck)
        self.truth.counts["sign_out_account"] += 1
        return redirect("/", ("Set-Cookie", ".AspNetCore.HelpSession=; path=/; max-age=0"))

    def _index(self, r, head, toast=""):
        tok, h2 = self._forgery(r, "help")
        body = f"""<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
{self._card('《規範》', '<ul><li>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul>', css='danger')}
{self._card('《常見問題與服務》', '<b>密碼修改後多久可以生效</b><p>即時生效。</p><b>忘記密碼</b><p>請親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p>', css='info')}
<form method="post" action="/Start"><div class="icheck-primary"><input type="checkbox" id="AgreePolicy" name="AgreePolicy" value="true" onclick="document.querySelectorAll('.btn-app').forEach(function(b){{b.disabled=!document.getElementById('AgreePolicy').checked}})" />
<label for="AgreePolicy">我已詳閱並同意遵守上述規範</label></div>
<button type="submit" class="btn btn-app bg-success" name="Function" value="Enable" disabled><i class="fas fa-user-check"></i> 啟用網路帳號及首次雲端帳號密碼設定</button>
<button type="submit" class="btn btn-app bg-warning" name="Function" value="Reset" disabled><i class="fas fa-undo"></i> 重置雲端服務密碼</button>
{self._tok(tok)}<input name="AgreePolicy" type="hidden" value="false" /></form>"""
        return self._layout("網路帳號服務", body, toast=toast, head=[*head, *h2])

    def _verify(self, r, ck, d):
        t, toast, phone = self.truth, "", False
        acc = r.get("Account").strip()
        if r.method == "POST":
            self.takes(r, Account="employee_id", OtpCode="code", RegisteredMobile="registered_phone")
            cmd = r.get("Command")
            if not self._checked(r, "help"):
                toast = ("error", OLD)
            elif acc != t.person.employee_id:
                toast = ("error", "網路帳號不存在或未啟用簡訊服務。")
                t.counts["code_refused"] += cmd == "Next"
            elif cmd == "AskPhone":
                phone = True
            elif cmd == "Send":
                if r.get("RegisteredMobile").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                    toast, phone = ("error", "手機門號核對失敗，請輸入帳號登記的門號。"), True
                else:
                    d["code"], d["at"] = t.new_message(), time.time()
                    toast = ("success", "動態碼簡訊發送成功：成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」")
            elif cmd == "Next":
                if d["code"] and time.time() - d["at"] > 120:
                    toast = ("error", "動態碼已失效，請重新發送。")
                elif not d["code"] or r.get("OtpCode").strip() != d["code"]:
                    toast = ("error", "動態碼核對失敗。")
                else:
                    d.update(code="", ok="/cloud/" + d["fn"].lower())
                    t.sessions.add("account:" + ck)
                    t.counts["code_accepted"] += 1
                    return redirect("/Cloud/" + d["fn"])
                t.counts["code_refused"] += 1
        tok, head = self._forgery(r, "help")
        pan = f"""<div class="modal-content bg-light" role="dialog"><div class="modal-body"><label for="RegisteredMobile">請輸入帳號登記的手機門號(10碼)</label><input class="form-control" type="tel" maxlength="10" id="RegisteredMobile" name="RegisteredMobile" value="" /></div>
<div class="modal-footer"><button type="submit" name="Command" value="Send" class="btn btn-primary"><i class="fas fa-paper-plane"></i> 確定發送</button><button type="submit" name="Command" value="Cancel" class="btn btn-default">取消</button></div></div>""" if phone else ""
        title = "啟用網路帳號及首次雲端帳號密碼設定" if d["fn"] == "Enable" else "重置雲端服務密碼"
        acct = f'<input class="form-control" type="text" id="Account" name="Account" value="{escape(acc)}" maxlength="6" {"readonly" if phone else ""}/>'
        body = f"""<div class="callout callout-warning"><h5>注意事項</h5><ul><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div>
<form method="post" action="/Verify">{self._tok(tok)}<div class="form-group"><label for="Account">網路帳號 / 主職員工編號</label><div class="input-group">{acct}<span class="input-group-append"><button type="submit" name="Command" value="AskPhone" class="btn btn-info"><i class="fas fa-sms"></i> 發送簡訊動態碼</button></span></div></div>
{pan}<div class="form-group"><label for="OtpCode">簡訊(或MOTP)動態碼</label><input class="form-control" type="text" id="OtpCode" name="OtpCode" value="" maxlength="8" autocomplete="one-time-code" /></div>
<button type="submit" name="Command" value="Next" class="btn btn-success float-right">下一步 <i class="fas fa-arrow-right"></i></button></form><a href="/">回首頁</a>"""
        return self._layout(title, self._card("進行身分驗證", body), toast=toast, head=head)

    def _cloud(self, r, ck, d, first):
        t, toast, q = self.truth, "", self.truth.person
        m, a, b = r.get("MailNickname").strip(), r.get("CloudPassword"), r.get("CloudPasswordConfirm")
        if r.method == "POST":
            self.takes(r, MailNickname="alias", CloudPassword="cloud_password", CloudPasswordConfirm="cloud_password_again")
            bad = a != b or len(a) < 8 or not re.search("[A-Za-z]", a) or not re.search("[0-9]", a)
            cmd = r.get("Command")
            if not self._checked(r, "help"):
                toast = ("error", OLD)
            elif cmd == "Cancel":
                return self._leave(ck)
            elif first and t.alias:
                toast = ("error", "雲端服務早已啟用，請勿重複申請。")
            elif not first and not t.alias:
                toast = ("error", "請先啟用網路帳號。")
            elif first and not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", m):
                toast = ("error", "電子郵件名稱格式錯誤，僅限英數字及 . _ -")
            elif first and m.lower() == "taken.name":
                toast = ("error", "此名稱已被其他同仁使用。")
            elif bad:
                toast = ("error", "雲端服務密碼不符合原則或兩次輸入不一致。")
            elif first and cmd == "Enable":
                t.alias, t.cloud_password = m, a
                t.counts["activated"] += 1
                toast = ("success", "雲端服務帳號建立成功，服務於隔日生效。")
            elif not first and cmd == "Reset":
                t.cloud_password, toast = a, ("success", "雲端服務密碼已更新。")
        tok, head = self._forgery(r, "help")
        dl = f'<dl class="row"><dt class="col-sm-4">網路帳號 / 主職員工編號</dt><dd class="col-sm-8">{q.employee_id}</dd><dt class="col-sm-4">帳號姓名</dt><dd class="col-sm-8">{q.name}</dd><dt class="col-sm-4">主職單位</dt><dd class="col-sm-8">{q.unit}</dd><dt class="col-sm-4">有效期限</dt><dd class="col-sm-8">{q.valid_until}</dd>'
        pw = self._group("CloudPassword", "雲端服務密碼", "password", hint="至少8碼，含英文及數字") + self._group("CloudPasswordConfirm", "雲端服務密碼確認", "password")
        nav = f'<ul class="navbar-nav ml-auto"><li><form method="post" action="/Leave">{self._tok(tok)}<button type="submit" class="btn btn-link"><i class="fas fa-sign-out-alt"></i> 登出</button></form></li></ul>'
        if not first:
            body = f'{dl}</dl><form method="post" action="/Cloud/Reset">{pw}{self._tok(tok)}<button type="submit" name="Command" value="Reset" class="btn btn-warning">確定重置</button></form>'
        elif t.alias:
            body = f'{dl}<dt class="col-sm-4">雲端服務帳號 (電子郵件名稱)</dt><dd class="col-sm-8">{escape(t.alias)}@ntuh.gov.tw <span class="badge badge-success">已啟用</span></dd></dl>'
        else:
            body = f"""{dl}</dl><form method="post" action="/Cloud/Enable">{self._group('MailNickname', '雲端服務帳號<br />(電子郵件名稱)', value=m, hint='@ntuh.gov.tw 名稱長度限64字元內', extra='maxlength="64"')}{pw}{self._tok(tok)}
<button type="submit" name="Command" value="Cancel" class="btn btn-default">取消啟用</button> <button type="submit" name="Command" value="Enable" class="btn btn-success"><i class="fas fa-cloud"></i> 啟用雲端服務</button></form>"""
        return self._layout("設定密碼與郵件別名" if first else "重置雲端服務密碼", self._card("帳號資訊", body), nav=nav, toast=toast, head=head)

    # ------------------------------------------------------------ mail
    def mail(self, r):
        t, p, ck, toast = self.truth, r.path.lower().rstrip("/"), r.cookies.get(".AspNetCore.Mail", ""), ""
        if p == "/captcha":
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5)), kind="image/gif")
        if p in ("/inbox", "/signout"):
            if ck not in self.owa:
                return redirect("/")
            if p == "/signout" and r.method == "POST":
                self.takes(r)
                if self._checked(r, "mail"):
                    self.owa.discard(ck)
                    t.sessions.discard("mail:" + ck)
                    t.counts["sign_out_mail"] += 1
                    return redirect("/", ("Set-Cookie", ".AspNetCore.Mail=; path=/; max-age=0"))
            tok, head = self._forgery(r, "mail")
            return self._layout("收件匣", self._card(escape(t.alias) + "@ntuh.gov.tw", "<table class='table table-hover'><tr><td>系統管理員</td><td>歡迎信</td></tr></table>"), nav=f'<form method="post" action="/SignOut">{self._tok(tok)}<button type="submit" class="btn"><i class="fas fa-power-off"></i> 登出</button></form>', head=head)
        if p != "":
            return Response("", 404)
        if r.method == "POST":
            self.takes(r, MailAccount="mail_account", MailPassword="mail_password", Verify="captcha")
            want, t.captcha = t.captcha, ""
            if not self._checked(r, "mail"):
                toast = ("error", OLD)
            elif not want or r.get("Verify") != want:
                toast = ("error", "驗證碼不正確。")
            elif not t.alias or r.get("MailAccount").split("@")[0] != t.alias or r.get("MailPassword") != t.cloud_password:
                toast = ("error", "信箱帳號或密碼錯誤。")
            else:
                ck = secrets.token_hex(12)
                self.owa.add(ck)
                t.sessions.add("mail:" + ck)
                t.counts["mail_sign_in"] += 1
                return redirect("/Inbox", ("Set-Cookie", f".AspNetCore.Mail={ck}; path=/; httponly"))
        tok, head = self._forgery(r, "mail")
        body = f"""<form method="post" action="/">{self._group('MailAccount', '帳號:', value=r.get('MailAccount'))}{self._group('MailPassword', '密碼:', 'password')}{self._group('Verify', '驗證碼(小寫字母或數字):', extra='autocomplete="off"')}
<img src="/Captcha?{secrets.token_hex(3)}" alt="" /><div class="form-check"><input type="checkbox" class="form-check-input" id="RememberMe" name="RememberMe" value="true" /><label class="form-check-label" for="RememberMe">記住登入資訊 (公用電腦請勿勾選)</label></div>
<button type="submit" class="btn btn-primary">登入</button>{self._tok(tok)}<input name="RememberMe" type="hidden" value="false" /></form>"""
        return self._layout("電子郵件", self._card("登入信箱", body) + self._card("公佈欄", "體系帳號整併中，請用主要任職院區帳號登入。", css="secondary"), toast=toast, head=head)

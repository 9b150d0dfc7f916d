"""CodeIgniter 4, Bootstrap 4, flash data, CSRF with regeneration, post-redirect-get."""

from __future__ import annotations

import re
import secrets
import time
from html import escape as esc

from truth import Request, Response, Site, picture, redirect

BS = "<style>.container{max-width:960px;margin:auto}.form-control{display:block;width:100%}.alert{padding:10px;margin:8px 0}.alert-danger{background:#f8d7da}.alert-success{background:#d4edda}.navbar{background:#343a40;padding:10px}.navbar a,.navbar b{color:#fff;margin-right:14px}.d-none{display:none}.list-group-item{display:block;padding:8px}</style>"


class TheSite(Site):
    title = "php_codeigniter4_staff"

    def __init__(self) -> None:
        super().__init__()
        # one store of sessions, as writable/session has it: id -> data
        self.store: dict[str, dict] = {}
        self.bridge: dict[str, str] = {}

    # ------------------------------------------------------------- framework
    def session(self, request: Request, cookie: str) -> tuple[str, dict, list[tuple[str, str]]]:
        sid = request.cookies.get(cookie, "")
        if sid in self.store:
            return sid, self.store[sid], []
        sid = secrets.token_hex(16)
        self.store[sid] = {"csrf": secrets.token_hex(16), "flash": None, "old": {}}
        return sid, self.store[sid], [("Set-Cookie", f"{cookie}={sid}; path=/; HttpOnly; SameSite=Lax")]

    def csrf_ok(self, request: Request, ses: dict) -> bool:
        good = request.get("csrf_test_name") == ses["csrf"]
        ses["csrf"] = secrets.token_hex(16)
        if not good:
            ses["flash"] = ("danger", "The action you requested is not allowed. 表單逾時，請重新操作。")
        return good

    def flash(self, ses: dict) -> str:
        told, ses["flash"] = ses["flash"], None
        return f'<div class="alert alert-{told[0]} alert-dismissible fade show" role="alert">{told[1]}<button type="button" class="close" data-dismiss="alert" aria-label="Close"><span aria-hidden="true">&times;</span></button></div>' if told else ""

    def view(self, name: str, body: str, ses: dict, nav: str = "", brand: str = "NTUH Staff", heads: list | None = None) -> Response:
        return Response(f"""<!doctype html>
<html lang="zh-Hant">
<head><meta charset="utf-8"><title>{name} - {brand}</title>{BS}</head>
<body>
<nav class="navbar navbar-expand-lg navbar-dark bg-dark"><a class="navbar-brand" href="#">{brand}</a> {nav}</nav>
<main class="container py-4">
{self.flash(ses)}
{body}
</main>
<footer class="text-muted small container"><hr>臺大醫院資訊室 &copy; 2024 &middot; Page rendered in 0.0{secrets.randbelow(90) + 10} seconds</footer>
</body></html>""", headers=list(heads or []))

    def field(self, ses: dict) -> str:
        return f'<input type="hidden" name="csrf_test_name" value="{ses["csrf"]}">'

    # ------------------------------------------------------------- portal
    def portal(self, request: Request) -> Response:
        t = self.truth
        path = request.path.removeprefix("/index.php").rstrip("/") or "/"
        sid, ses, heads = self.session(request, "ci_session_staff")
        if path == "/auth/captcha":
            return Response(picture(t.new_captcha(), "PNG", (130, 40)), kind="image/png", headers=heads)
        if path == "/":
            return redirect("/index.php/auth/login", *heads)
        if path == "/auth/login":
            if request.method == "POST":
                return self.attempt(request, sid, ses)
            return self.view("登入", f"""<div class="row justify-content-center"><div class="col-md-5"><div class="card shadow-sm"><h5 class="card-header">員工入口 PORTAL</h5><div class="card-body">
<form action="/index.php/auth/login" method="post" accept-charset="utf-8">{self.field(ses)}
<div class="form-group"><label for="branch">院區</label><select name="branch" id="branch" class="custom-select"><option value="T0">總院區</option><option value="T2">北護</option><option value="T4">新竹</option><option value="T5">竹東</option><option value="Y0">雲林</option></select></div>
<div class="form-group"><label for="inputAccount">帳號</label><input type="text" name="account" id="inputAccount" class="form-control" placeholder="6位數員工編號" maxlength="6" value="{esc(ses['old'].get('account', ''))}"></div>
<div class="form-group"><label for="inputPw">密碼</label><div class="input-group"><input type="password" name="password" id="inputPw" class="form-control" placeholder="Password"><div class="input-group-append"><button class="btn btn-outline-secondary" type="button" onclick="var p=document.getElementById('inputPw');p.type=p.type=='password'?'text':'password'">👁</button></div></div></div>
<div class="form-group"><label for="inputCap">驗證碼</label><div class="form-row"><div class="col"><input type="text" name="captcha" id="inputCap" class="form-control" maxlength="6" autocomplete="off"><small class="form-text text-muted">(不用區分大小寫)</small></div><div class="col"><img src="/index.php/auth/captcha" id="capimg" alt="captcha"> <a href="/index.php/auth/login" class="btn btn-sm btn-link">看不清楚</a></div></div></div>
<div style="position:absolute;left:-9999px" aria-hidden="true"><label>Leave blank<input type="text" name="honeypot" tabindex="-1" value=""></label></div>
<button type="submit" class="btn btn-primary btn-block">登入系統</button></form></div></div></div></div>""", ses, heads=heads)
        if not ses.get("user"):
            ses["flash"] = ("warning", "請先登入。")
            return redirect("/index.php/auth/login", *heads)
        if path == "/auth/logout":
            t.sessions.discard("portal:" + sid)
            t.counts["sign_out_portal"] += 1
            del self.store[sid]
            return redirect("/index.php/auth/login", ("Set-Cookie", "ci_session_staff=; path=/; Max-Age=0"))
        if path.startswith("/link/"):
            key = secrets.token_hex(16)
            self.bridge[key] = sid
            return redirect(f'{self.urls["inner"]}/index.php/{"contact" if path.endswith("contact") else "password"}?SESSION={key}')
        if path == "/deny":
            ses["flash"] = ("warning", "此功能尚未開放給您的職類。")
            return redirect("/index.php/home")
        if path == "/notice/read" and request.method == "POST":
            self.takes(request, read="consent")
            if self.csrf_ok(request, ses):
                ses["read"] = True
            return redirect("/index.php/home")
        if path == "/home":
            nav = f'<b>您好! {t.person.name}</b> <a href="/index.php/auth/logout">登出</a>'
            if not ses.get("read"):
                return self.view("公告", f'<div class="jumbotron"><h4>資訊安全公告</h4><p>近期有釣魚郵件冒用資訊室名義，請勿點選不明連結。</p><form action="/index.php/notice/read" method="post">{self.field(ses)}<input type="hidden" name="read" value="1"><button class="btn btn-info" type="submit">已閱讀，繼續</button></form></div>', ses, nav)
            links = [("更改密碼", "link/password"), ("個人簽章提醒設定", "deny"), ("員工待遇福利查詢", "deny"), ("查詢員工連絡資料", "deny"), ("維護個人連絡資料", "link/contact"), ("流感同意書列印", "deny")]
            return self.view("首頁", f"""<form class="form-inline mb-3" action="/index.php/deny" method="get"><input class="form-control" type="search" name="q" placeholder="搜尋功能"><button class="btn btn-outline-success" type="submit">搜尋</button></form>
<div class="row"><div class="col-4"><div class="list-group"><span class="list-group-item active">個人管理</span>{"".join(f'<a class="list-group-item list-group-item-action" href="/index.php/{to}">{n}</a>' for n, to in links)}</div></div>
<div class="col-8"><p>總院差勤待簽 0 未核准 0 被駁回 0 / 總院Workflow待簽 0</p><table class="table table-sm"><thead><tr><th>日期<th>標題</thead><tr><td>2018/12/13<td>總院Portal資訊系統登入首頁改版</table></div></div>""", ses, nav)
        return Response("<h1>404 - File Not Found</h1>", 404)

    def attempt(self, request: Request, sid: str, ses: dict) -> Response:
        t = self.truth
        self.takes(request, branch="campus", account="employee_id", password="portal_password", captcha="captcha")
        shown, t.captcha = t.captcha, ""
        back = redirect("/index.php/auth/login", status=303)
        if not self.csrf_ok(request, ses) or request.get("honeypot"):
            return back
        ses["old"] = {"account": request.get("account")}
        if request.get("branch") not in ("T0", "T2", "T4", "T5", "Y0"):
            ses["flash"] = ("danger", "院區 欄位不正確。")
            return back
        if not shown or request.get("captcha").strip().upper() != shown:
            t.counts["sign_in_refused"] += 1
            ses["flash"] = ("danger", "驗證碼 欄位與圖片不相符。")
            return back
        if request.get("account").strip() != t.person.employee_id or request.get("password") != t.portal_password:
            t.counts["sign_in_refused"] += 1
            ses["flash"] = ("danger", "帳號密碼組合不正確，請檢查後再登入。")
            return back
        del self.store[sid]
        new = secrets.token_hex(16)
        self.store[new] = {"csrf": secrets.token_hex(16), "flash": ("success", "歡迎回來！"), "old": {}, "user": t.person.employee_id}
        t.sessions.add("portal:" + new)
        t.counts["sign_in"] += 1
        return redirect("/index.php/home", ("Set-Cookie", f"ci_session_staff={new}; path=/; HttpOnly; SameSite=Lax"), status=303)

    # ------------------------------------------------------------- inner
    def inner(self, request: Request) -> Response:
        t = self.truth
        path = request.path.removeprefix("/index.php").rstrip("/")
        sid, ses, heads = self.session(request, "ci_session_hr")
        if request.method == "POST":
            self.takes(request, old_password="old_password", new_password="new_password", confirm_password="new_password_again", mobile="mobile_phone")
        if request.query.get("SESSION") in self.bridge:
            ses["portal"] = self.bridge.pop(request.query["SESSION"])
            return redirect(f"/index.php{path}", *heads)
        if not self.store.get(ses.get("portal", ""), {}).get("user"):
            return redirect(self.urls["portal"] + "/index.php/auth/login")
        home = self.urls["portal"] + "/index.php/home"
        nav = f'<a href="{home}">回功能選單</a><a href="{self.urls["portal"]}/index.php/auth/logout">登出系統</a>'
        if path == "/password" and request.method == "POST":
            if not self.csrf_ok(request, ses):
                return redirect("/index.php/password", status=303)
            old, new = request.get("old_password"), request.get("new_password")
            faults = []
            if old != t.portal_password:
                faults.append("舊密碼 不正確。")
            if len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                faults.append("新密碼 不符合密碼設定條件。")
            if new != request.get("confirm_password"):
                faults.append("再次輸入的 新密碼 不相符。")
            if new == old:
                faults.append("新密碼 不得沿用。")
            if faults:
                t.counts["password_refused"] += 1
                ses["flash"] = ("danger", "<ul><li>" + "</li><li>".join(faults) + "</li></ul>")
            else:
                t.portal_password = new
                t.counts["password_changed"] += 1
                ses["flash"] = ("success", "密碼更新完畢，下次登入請使用新密碼。")
            return redirect("/index.php/password", status=303)
        if path == "/password":
            return self.view("更改密碼", f"""<h4>更改密碼</h4><form action="/index.php/password" method="post">{self.field(ses)}
<div class="form-group row"><label class="col-sm-4 col-form-label">請輸入舊密碼：</label><div class="col-sm-8"><input type="password" name="old_password" class="form-control"></div></div>
<div class="form-group row"><label class="col-sm-4 col-form-label">請輸入新密碼：</label><div class="col-sm-8"><input type="password" name="new_password" class="form-control" autocomplete="new-password"><div class="invalid-feedback d-none">長度不足</div></div></div>
<div class="form-group row"><label class="col-sm-4 col-form-label">請再輸入新密碼：</label><div class="col-sm-8"><input type="password" name="confirm_password" class="form-control" autocomplete="new-password"></div></div>
<p>密碼強度檢核：<span class="badge badge-secondary">—</span></p><p class="mb-0">密碼設定條件：</p><ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol>
<button class="btn btn-primary" type="submit">送出變更</button> <a class="btn btn-link" href="{home}">回功能選單</a></form>""", ses, nav, "HR")
        if path == "/contact" and request.method == "POST":
            if self.csrf_ok(request, ses):
                if not re.fullmatch(r"09\d{8}", request.get("mobile").strip()):
                    ses["flash"] = ("danger", "行動電話 欄位格式不正確。")
                else:
                    for post, kept in zip(("surname_en", "firstname_en", "middlename_en", "tel_office", "tel_home", "mobile"), ("english_surname", "english_given", "english_middle", "office_phone", "home_phone", "mobile_phone")):
                        t.saved_contact[kept] = request.get(post).strip()
                    t.counts["contact_saved"] += 1
                    ses["flash"] = ("success", "您的連絡資料已異動。")
            return redirect("/index.php/contact", status=303)
        if path == "/contact":
            now = {k: esc(t.saved_contact.get(k, getattr(t.person, k))) for k in ("english_surname", "english_given", "english_middle", "office_phone", "home_phone", "mobile_phone")}
            return self.view("維護個人連絡資料", f"""<h5>台大醫院---維護個人連絡資料</h5><form action="/index.php/contact" method="post">{self.field(ses)}
<button type="submit" class="btn btn-warning float-right">異動儲存</button>
<p>員工編號：{t.person.employee_id}　姓名：{t.person.name}</p>
<div class="form-row"><div class="form-group col"><label for="a1">英文姓：</label><input id="a1" name="surname_en" class="form-control" value="{now['english_surname']}"><small>ex:Chen(陳)</small></div>
<div class="form-group col"><label for="a2">英文首名：</label><input id="a2" name="firstname_en" class="form-control" value="{now['english_given']}"><small>ex: Yi-Fen(怡芬)</small></div>
<div class="form-group col"><label for="a3">英文中名：</label><input id="a3" name="middlename_en" class="form-control" value="{now['english_middle']}"><small>ex:Mary 為英文別名，如無，可不填</small></div></div>
<div class="form-row"><div class="form-group col"><label for="a4">辦公室電話：</label><input id="a4" name="tel_office" class="form-control" value="{now['office_phone']}"></div><div class="form-group col"><label for="a5">住宅電話：</label><input id="a5" name="tel_home" class="form-control" value="{now['home_phone']}"></div></div>
<div class="form-group"><label for="a6">行動電話：</label><input id="a6" type="tel" name="mobile" class="form-control" maxlength="10" value="{now['mobile_phone']}"><small>ex:0952000000 (如離職或更換門號，請記得調整此欄位)</small></div></form>""", ses, nav, "HR")
        return Response("<h1>404 - File Not Found</h1>", 404)

    # ------------------------------------------------------------- account
    def account(self, request: Request) -> Response:
        t = self.truth
        path = request.path.rstrip("/") or "/"
        sid, ses, heads = self.session(request, "ci_session_help")
        if request.method == "POST":
            self.takes(request, agree="consent", uid="employee_id", phone="registered_phone", otp="code", mail_alias="alias", cloud_pass="cloud_password", cloud_pass_confirm="cloud_password_again")
            if not self.csrf_ok(request, ses):
                return redirect("/", *heads, status=303)
        if path == "/":
            return self.view("網路帳號", f"""<p class="lead">說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<div class="card mb-3"><div class="card-header">《規範》</div><div class="card-body">網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li></ul></div></div>
<div class="card mb-3"><div class="card-header">《常見問題與服務》</div><div class="card-body"><b>密碼修改後多久可以生效</b><p>即時生效。</p><b>忘記密碼</b><p>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></div></div>
<form action="/start" method="post">{self.field(ses)}<div class="form-check"><input class="form-check-input" type="checkbox" name="agree" value="1" id="agree" onclick="document.getElementById('b1').disabled=document.getElementById('b2').disabled=!this.checked"><label class="form-check-label" for="agree">我已詳閱並同意遵守以上規範</label></div>
<button class="btn btn-primary" type="submit" name="service" value="enable" id="b1" disabled>啟用網路帳號及首次雲端帳號密碼設定</button> <small>啟用本院微軟相關服務，如：Office365, Outlook...</small><br>
<button class="btn btn-secondary" type="submit" name="service" value="reset" id="b2" disabled>重置雲端服務密碼</button> <small>重設非Portal帳號的密碼</small></form>""", ses, brand="NTUH Help", heads=heads)
        if path == "/start" and request.method == "POST":
            if request.get("agree") != "1" or request.get("service") not in ("enable", "reset"):
                ses["flash"] = ("danger", "請先勾選同意規範。")
                return redirect("/", status=303)
            ses.update(service=request.get("service"), uid="", code="", at=0.0, ok=False, ask=False)
            return redirect("/verify", status=303)
        if "service" not in ses:
            return redirect("/", *heads)
        name = "啟用網路帳號及首次雲端帳號密碼設定" if ses["service"] == "enable" else "重置雲端服務密碼"
        if path == "/verify" and request.method == "POST":
            return self.verify(request, sid, ses)
        if path == "/verify":
            panel = f"""<div class="card border-info"><form action="/verify" method="post" class="card-body">{self.field(ses)}<label for="phone">請輸入帳號登記的手機門號(10碼)</label><input id="phone" name="phone" type="tel" class="form-control" maxlength="10" placeholder="09xxxxxxxx">
<button type="submit" name="do" value="confirm" class="btn btn-success">確定發送</button> <button type="submit" name="do" value="cancel" class="btn btn-light">取消</button></form></div>""" if ses["ask"] else ""
            return self.view(name, f"""<h4>{name}</h4><ul class="small"><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li><li>如未申請MOTP服務請洽資訊服務台辦理(261120)。</li></ul>{panel}
<form action="/verify" method="post">{self.field(ses)}<div class="form-group"><label for="uid">網路帳號 / 主職員工編號</label><div class="input-group"><input id="uid" name="uid" class="form-control" maxlength="6" value="{esc(ses['uid'])}"><div class="input-group-append"><button type="submit" name="do" value="send" class="btn btn-outline-primary">發送簡訊動態碼</button></div></div></div>
<div class="form-group"><label for="otp">簡訊(或MOTP)動態碼</label><input id="otp" name="otp" class="form-control" maxlength="6" inputmode="numeric"></div><button type="submit" name="do" value="next" class="btn btn-primary">下一步</button></form>""", ses, '<a href="/">首頁</a>', "NTUH Help")
        if not ses["ok"]:
            return redirect("/verify")
        if path == "/bye":
            t.sessions.discard("account:" + sid)
            t.counts["sign_out_account"] += 1
            self.store.pop(sid)
            return redirect("/")
        if path == "/setting":
            return self.setting(request, ses)
        return Response("<h1>404 - File Not Found</h1>", 404)

    def verify(self, request: Request, sid: str, ses: dict) -> Response:
        t, do, to = self.truth, request.get("do"), redirect("/verify", status=303)
        if do == "send":
            ses["uid"] = request.get("uid").strip()
            ses["ask"] = ses["uid"] == t.person.employee_id
            if not ses["ask"]:
                ses["flash"] = ("danger", "員工編號不存在。")
        elif do == "cancel":
            ses["ask"] = False
        elif do == "confirm" and ses["ask"]:
            if request.get("phone").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                ses["flash"] = ("danger", "您輸入的門號與系統登記的不同。")
            else:
                ses.update(code=t.new_message(), at=time.time(), ask=False)
                ses["flash"] = ("success", "<b>動態碼簡訊發送成功</b> 成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」")
        elif do == "next":
            if not ses["code"] or request.get("uid").strip() != ses["uid"]:
                ses["flash"] = ("danger", "請先發送簡訊動態碼。")
            elif request.get("otp").strip() != ses["code"]:
                t.counts["code_refused"] += 1
                ses["flash"] = ("danger", "簡訊動態碼驗證失敗。")
            elif time.time() - ses["at"] > 120:
                t.counts["code_refused"] += 1
                ses["flash"] = ("danger", "簡訊動態碼已過期，請重新發送。")
            else:
                ses.update(ok=True, code="")
                t.sessions.add("account:" + sid)
                t.counts["code_accepted"] += 1
                return redirect("/setting", status=303)
        return to

    def setting(self, request: Request, ses: dict) -> Response:
        t = self.truth
        enable = ses["service"] == "enable"
        if request.method == "POST":
            alias, pw, fault = request.get("mail_alias").strip().lower(), request.get("cloud_pass"), ""
            if enable and t.alias:
                fault = "您的帳號已啟用，不得重複設定。"
            elif enable and not re.fullmatch(r"[a-z][a-z0-9._-]{2,63}", alias):
                fault = "電子郵件名稱 欄位格式不正確。"
            elif enable and alias == "taken.name":
                fault = "電子郵件名稱 已存在，請更換。"
            elif len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search("[0-9]", pw):
                fault = "雲端密碼 欄位至少需要 8 個字元並含英數字。"
            elif pw != request.get("cloud_pass_confirm"):
                fault = "雲端密碼確認 欄位與雲端密碼不相符。"
            elif pw == t.portal_password:
                fault = "雲端密碼 請勿與 Portal 密碼相同。"
            elif not enable and not t.alias:
                fault = "尚未啟用網路帳號。"
            if fault:
                ses["flash"] = ("danger", fault)
                ses["old"] = {"mail_alias": alias}
            else:
                t.cloud_password = pw
                if enable:
                    t.alias = alias
                    t.counts["activated"] += 1
                ses["flash"] = ("success", f"設定成功！{esc(alias)}@ntuh.gov.tw 將於隔日生效。" if enable else "雲端服務密碼重置成功！")
                ses["done"] = True
            return redirect("/setting", status=303)
        out = '<a class="btn btn-outline-secondary" href="/bye">登出</a>'
        if ses.get("done") or (enable and t.alias):
            return self.view("帳號狀態", f'<div class="card"><div class="card-body"><p>帳號狀態：<span class="badge badge-success">已啟用</span></p><p>電子郵件名稱：{esc(t.alias)}@ntuh.gov.tw</p>{out}</div></div>', ses, brand="NTUH Help")
        top = f"""<dl class="row"><dt>網路帳號 / 主職員工編號</dt><dd>{t.person.employee_id}</dd><dt>帳號姓名</dt><dd>{t.person.name}</dd><dt>主職單位</dt><dd>{t.person.unit}</dd><dt>有效期限</dt><dd>{t.person.valid_until}</dd></dl>
<div class="form-group"><label for="mail_alias">雲端服務帳號 (電子郵件名稱)</label><div class="input-group"><input id="mail_alias" name="mail_alias" class="form-control" maxlength="64" value="{esc(ses['old'].get('mail_alias', ''))}"><div class="input-group-append"><span class="input-group-text">@ntuh.gov.tw</span></div></div><small>名稱長度限64字元內</small></div>""" if enable else ""
        press = '<a href="/bye" class="btn btn-light">取消啟用</a> <button type="submit" class="btn btn-primary">啟用雲端服務</button>' if enable else '<button type="submit" class="btn btn-primary">確認重置</button> ' + out
        return self.view("設定密碼與郵件別名", f"""<h4>{"設定密碼與郵件別名" if enable else "重置雲端服務密碼"}</h4><form action="/setting" method="post">{self.field(ses)}{top}
<div class="form-group"><label for="cp1">雲端密碼</label><input id="cp1" type="password" name="cloud_pass" class="form-control" autocomplete="new-password"></div><div class="form-group"><label for="cp2">雲端密碼確認</label><input id="cp2" type="password" name="cloud_pass_confirm" class="form-control" autocomplete="new-password"></div>{press}</form>""", ses, brand="NTUH Help")

    # ------------------------------------------------------------- mail
    def mail(self, request: Request) -> Response:
        t = self.truth
        sid, ses, heads = self.session(request, "ci_session_mail")
        if request.path == "/captcha.png":
            return Response(picture(t.new_captcha("abcdefghkmnpqrstuvwxyz23456789", 6), "PNG"), kind="image/png", headers=heads)
        if request.path == "/login" and request.method == "POST":
            self.takes(request, identity="mail_account", secret="mail_password", captcha="captcha")
            shown, t.captcha = t.captcha, ""
            if self.csrf_ok(request, ses):
                if not shown or request.get("captcha").strip() != shown:
                    ses["flash"] = ("danger", "驗證碼不符。")
                elif not t.alias or request.get("identity").strip().lower().split("@")[0] != t.alias or request.get("secret") != t.cloud_password:
                    ses["flash"] = ("danger", "登入失敗，帳號或密碼不符。")
                else:
                    ses["mail"] = t.alias
                    t.sessions.add("mail:" + sid)
                    t.counts["mail_sign_in"] += 1
                    return redirect("/inbox", *heads, status=303)
            return redirect("/", *heads, status=303)
        if request.path == "/inbox" and ses.get("mail"):
            return self.view("收件匣", '<table class="table"><tr><th>寄件者<th>主旨<tr><td>postmaster<td>Welcome 歡迎使用</table>', ses, f'<b>{esc(t.alias)}@ntuh.gov.tw</b><a href="/logout">登出</a>', "Webmail")
        if request.path == "/logout" and ses.get("mail"):
            t.sessions.discard("mail:" + sid)
            t.counts["sign_out_mail"] += 1
            del self.store[sid]
            return redirect("/")
        return self.view("電子郵件登入", f"""<form action="/login" method="post">{self.field(ses)}<div class="form-group"><label for="i1">帳號:</label><input id="i1" name="identity" class="form-control"></div><div class="form-group"><label for="i2">密碼:</label><input id="i2" type="password" name="secret" class="form-control"></div>
<div class="form-group"><label for="i3">驗證碼(小寫字母或數字):</label><input id="i3" name="captcha" class="form-control" maxlength="6" autocomplete="off"><img src="/captcha.png" alt="captcha"></div><div class="form-check"><input type="checkbox" name="remember" value="1" id="i4"><label for="i4">記住登入資訊 (公用電腦請勿勾選)</label></div><button class="btn btn-primary" type="submit">登入</button></form>
<div class="alert alert-info">公佈欄：※如無法登入，請先至下方網址變更密碼，謝謝：https://help.ntuh.gov.tw/</div>""", ses, brand="Webmail", heads=heads)

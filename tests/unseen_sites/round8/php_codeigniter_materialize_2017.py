"""PHP, CodeIgniter 3 with Ion Auth habits, Materialize 0.100; the mail is a Roundcube."""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

APP_JS = """(function(w,d){var q=[];w.Materialize={toast:function(m,t,c){var e=d.createElement('div');e.className='toast '+(c||'');e.innerHTML=m;d.body.appendChild(e);setTimeout(function(){e.parentNode.removeChild(e)},t||4000)},updateTextFields:function(){}};
w.$=w.jQuery=function(f){if(typeof f==='function'){if(d.readyState==='loading')d.addEventListener('DOMContentLoaded',f);else f();}return {material_select:function(){},modal:function(){},sideNav:function(){},collapsible:function(){},dropdown:function(){}};};})(window,document);"""


class TheSite(Site):
    title = "php_codeigniter_materialize_2017"

    def __init__(self) -> None:
        super().__init__()
        self.ci: dict[str, dict] = {}

    # ---- CodeIgniter: session, csrf, flashdata
    def _ci(self, request: Request, app: str) -> tuple[dict, list[tuple[str, str]]]:
        sid = request.cookies.get(f"ci_session_{app}", "")
        if sid in self.ci:
            return self.ci[sid], []
        sid = secrets.token_hex(16)
        self.ci[sid] = {"id": sid, "hash": secrets.token_hex(16), "flash": []}
        return self.ci[sid], [("Set-Cookie", f"ci_session_{app}={sid}; expires=Fri, 31-Dec-2027 23:59:59 GMT; Max-Age=7200; path=/; HttpOnly")]

    def _csrf(self, request: Request, me: dict) -> bool:
        """Whether the token is the session's; a new one is made with every post (csrf_regenerate = TRUE)."""
        good = request.get("csrf_test_name") == me["hash"]
        if good:
            me["hash"] = secrets.token_hex(16)
        return good

    def _denied(self) -> Response:
        return Response("""<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Error</title></head>
<body><div id="container"><h1>An Error Was Encountered</h1><p>The action you have requested is not allowed.</p></div></body></html>""", 403)

    def _flash(self, me: dict, text: str, colour: str = "red") -> None:
        me["flash"].append((text, colour))

    def _view(self, me: dict, title: str, content: str, nav: str = "", extra: list | None = None) -> Response:
        toasts = "".join(f"\t\tMaterialize.toast('{t}', 4000, '{c} darken-1');\n" for t, c in me["flash"])
        me["flash"] = []
        ready = f"\n<script>\n\t$(function() {{\n\t\t$('select').material_select();\n{toasts}\t}});\n</script>" if toasts else "\n<script>$(function(){ $('select').material_select(); });</script>"
        return Response(f"""<!DOCTYPE html>
<html lang="zh-TW">
<head>
	<meta http-equiv="Content-Type" content="text/html; charset=UTF-8"/>
	<meta name="viewport" content="width=device-width, initial-scale=1, maximum-scale=1.0"/>
	<title>{title}</title>
	<link href="https://fonts.googleapis.com/icon?family=Material+Icons" rel="stylesheet">
	<link href="/assets/css/materialize.min.css" type="text/css" rel="stylesheet" media="screen,projection"/>
	<style>.modal{{display:none}}.modal:target{{display:block}} .error{{color:#c62828}} .toast{{background:#323232;color:#fff;padding:10px}}</style>
	<script src="/assets/js/app.js"></script>
</head>
<body>
	<nav class="teal" role="navigation"><div class="nav-wrapper container"><a id="logo-container" href="#" class="brand-logo">NTUH</a>{nav}</div></nav>
	<main class="container">
{content}
	</main>
	<footer class="page-footer teal lighten-1"><div class="footer-copyright"><div class="container">&copy; 2017 國立臺灣大學醫學院附設醫院 資訊室</div></div></footer>{ready}
</body>
</html>
<!-- Page rendered in 0.0{secrets.randbelow(899) + 100} seconds -->""", headers=[("X-Powered-By", "PHP/5.6.30"), *(extra or [])])

    def _hidden(self, me: dict) -> str:
        return f'<input type="hidden" name="csrf_test_name" value="{me["hash"]}" />'

    def _asset(self, request: Request) -> Response | None:
        if request.path.startswith("/assets/"):
            return Response(APP_JS, kind="application/javascript") if request.path.endswith(".js") else Response("", kind="text/css")
        return None

    # ---- PORTAL
    def portal(self, request: Request) -> Response:
        asset = self._asset(request)
        if asset:
            return asset
        me, extra = self._ci(request, "portal")
        path = request.path.rstrip("/")
        if path.startswith("/captcha/"):
            if path != f"/captcha/{me.get('cap')}.jpg":
                return Response("404 Page Not Found", 404)
            return Response(picture(self.truth.captcha, "JPEG", (150, 36)), kind="image/jpeg")
        if path == "":
            return redirect("/index.php/auth/login", *extra)
        if path == "/index.php/auth/login":
            return self._auth(request, me, extra)
        if f"portal:{me['id']}" not in self.truth.sessions:
            if request.method == "POST":
                self.takes(request, old="old_password", new="new_password", new_confirm="new_password_again")
            self._flash(me, "請先登入")
            return redirect("/index.php/auth/login", *extra)
        if path == "/index.php/auth/logout":
            self.truth.sessions.discard(f"portal:{me['id']}")
            self.truth.counts["sign_out_portal"] += 1
            del self.ci[me["id"]]
            return redirect("/index.php/auth/login", ("Set-Cookie", "ci_session_portal=; Max-Age=0; path=/"))
        if path == "/index.php/home":
            return self._view(me, "首頁", self._dashboard(me), self._nav())
        if path == "/index.php/auth/change_password":
            return self._change(request, me)
        return self._view(me, "404", "<h4>404 Page Not Found</h4><p>The page you requested was not found.</p><a href='/index.php/home'>回首頁</a>", self._nav())

    def _nav(self) -> str:
        return """<ul class="right hide-on-med-and-down"><li><a href="/index.php/home"><i class="material-icons left">view_module</i>功能選單</a></li><li><a href="/index.php/auth/logout"><i class="material-icons left">exit_to_app</i>登出系統</a></li></ul>
<ul id="nav-mobile" class="side-nav"><li><a href="/index.php/auth/logout">登出系統</a></li></ul><a href="#" data-activates="nav-mobile" class="button-collapse"><i class="material-icons">menu</i></a>"""

    def _dashboard(self, me: dict) -> str:
        def card(icon: str, head: str, links: list[tuple[str, str]]) -> str:
            items = "".join(f'<a href="{to}" class="collection-item"><i class="material-icons tiny">chevron_right</i> {text}</a>' for text, to in links)
            return f'<div class="col s12 m6 l4"><div class="card hoverable"><div class="card-content"><span class="card-title"><i class="material-icons">{icon}</i> {head}</span></div><div class="collection">{items}</div></div></div>'
        inner = f"{self.urls['inner']}/index.php/employee/contact?SESSION={me['token']}"
        return ('<h5>' + self.truth.person.name + ' 您好!</h5><div class="chip">全院公告 2</div><div class="chip">總院差勤待簽 0</div><div class="row">'
                + card("local_hospital", "醫療系統", [("門診系統", "/index.php/opd"), ("住院系統", "/index.php/ipd")]) + card("school", "數位學習", [("TMS", "/index.php/tms"), ("e-Portfolio", "/index.php/ep")])
                + card("person", "個人管理", [("更改密碼", "/index.php/auth/change_password"), ("查詢員工連絡資料", "/index.php/employee/query"), ("維護個人連絡資料", inner), ("員工扣繳憑單查詢", "/index.php/employee/tax")]) + "</div>")

    def _auth(self, request: Request, me: dict, extra: list) -> Response:
        errors = ""
        if request.method == "POST":
            self.takes(request, campus="campus", identity="employee_id", password="portal_password", captcha="captcha")
            text, self.truth.captcha = self.truth.captcha, ""
            me["cap"] = ""
            if not self._csrf(request, me):
                return self._denied()
            if not text or request.get("captcha").strip().lower() != text.lower():
                self._flash(me, "驗證碼輸入錯誤")
            elif request.get("campus") != "T0":
                errors = '<p class="error">您選擇的院區查無此帳號</p>'
            elif request.get("identity").strip() != self.truth.person.employee_id or request.get("password") != self.truth.portal_password:
                self._flash(me, "登入失敗：帳號或密碼錯誤")
            else:
                me["token"] = secrets.token_hex(16)
                self.truth.sessions.add(f"portal:{me['id']}")
                self.truth.counts["sign_in"] += 1
                self._flash(me, "登入成功", "teal")
                return redirect("/index.php/home", *extra, status=303)
            self.truth.counts["sign_in_refused"] += 1
            if not errors:
                return redirect("/index.php/auth/login", *extra, status=303)
        self.truth.new_captcha()
        me["cap"] = f"{time.time():.4f}"
        content = f"""<div class="row"><div class="col s12 m8 offset-m2 l6 offset-l3"><div class="card"><form action="/index.php/auth/login" method="post" accept-charset="utf-8">{self._hidden(me)}
<div class="card-content"><span class="card-title">登入本院PORTAL系統</span>{errors}
<div class="row"><div class="input-field col s12"><i class="material-icons prefix">business</i><select name="campus" id="campus"><option value="" disabled>請選擇</option><option value="T0" selected>總院區</option><option value="T2">北護分院</option><option value="T3">金山分院</option><option value="T4">新竹分院</option><option value="Y0">雲林分院</option></select><label>院區</label></div></div>
<div class="row"><div class="input-field col s12"><i class="material-icons prefix">account_circle</i><input type="text" name="identity" value="" id="identity" class="validate" maxlength="6" data-length="6"/><label for="identity" data-error="格式錯誤" data-success="">帳號</label></div></div>
<div class="row"><div class="input-field col s12"><i class="material-icons prefix">vpn_key</i><input type="password" name="password" value="" id="password" class="validate"/><label for="password">密碼</label></div></div>
<div class="row"><div class="input-field col s7"><i class="material-icons prefix">verified_user</i><input type="text" name="captcha" id="captcha" autocomplete="off"/><label for="captcha">驗證碼 (不用區分大小寫)</label></div><div class="col s5"><img src="/captcha/{me["cap"]}.jpg" style="width: 150; height: 36; border: 0;" alt=" " /><a href="/index.php/auth/login" title="重新產生"><i class="material-icons">refresh</i></a></div></div></div>
<div class="card-action"><button class="btn waves-effect waves-light" type="submit" name="submit">登入<i class="material-icons right">send</i></button></div></form></div>
<p class="grey-text">帳號：6位數數字。密碼：預設為身分證號。如無法登入，請撥資訊室分機261120</p></div></div>"""
        return self._view(me, "PORTAL 登入", content, extra=extra)

    def _change(self, request: Request, me: dict) -> Response:
        if request.method == "POST":
            self.takes(request, old="old_password", new="new_password", new_confirm="new_password_again")
            if not self._csrf(request, me) or request.get("user_id") != "2871":
                return self._denied()
            old, new = request.get("old"), request.get("new")
            trouble = ("舊密碼不正確" if old != self.truth.portal_password else "新密碼欄位與確認密碼欄位不相符" if new != request.get("new_confirm") else
                       "新密碼長度至少 8 個字元" if len(new) < 8 else "新密碼必須包含英文及數字" if not (re.search("[A-Za-z]", new) and re.search(r"\d", new)) else "")
            if trouble:
                self.truth.counts["password_refused"] += 1
                self._flash(me, trouble)
            else:
                self.truth.portal_password = new
                self.truth.counts["password_changed"] += 1
                self._flash(me, "密碼修改成功", "green")
            return redirect("/index.php/auth/change_password", status=303)
        content = f"""<h4>更改密碼</h4><form action="/index.php/auth/change_password" method="post" accept-charset="utf-8">{self._hidden(me)}
<input type="text" name="fake_user" value="" style="display:none" tabindex="-1"/>
<div class="input-field"><input type="password" name="old" value="" id="old"/><label for="old">請輸入舊密碼：</label></div>
<div class="input-field"><input type="password" name="new" value="" id="new" pattern="^.{{8}}.*$"/><label for="new">請輸入新密碼：</label></div>
<div class="input-field"><input type="password" name="new_confirm" value="" id="new_confirm" pattern="^.{{8}}.*$"/><label for="new_confirm">請再輸入新密碼：</label></div>
<p>密碼強度檢核：</p><div class="progress"><div class="determinate" style="width: 0%"></div></div>
<blockquote>密碼設定條件：<br>1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字</blockquote>
<input type="hidden" name="user_id" value="2871" />
<button type="submit" class="btn waves-effect">更改<i class="material-icons left">save</i></button> <a class="btn-flat" href="/index.php/home">回功能選單</a></form>"""
        return self._view(me, "更改密碼", content, self._nav())

    # ---- inner
    def inner(self, request: Request) -> Response:
        asset = self._asset(request)
        if asset:
            return asset
        token = request.query.get("SESSION", "")
        me = next((s for s in self.ci.values() if token and s.get("token") == token and f"portal:{s['id']}" in self.truth.sessions), None)
        if request.method == "POST":
            self.takes(request, mobile_phone="mobile_phone")
        if me is None:
            return Response(f'<script>alert("登入逾時");location.href="{self.urls["portal"]}";</script>')
        if request.path != "/index.php/employee/contact":
            return Response("404 Page Not Found", 404)
        person, keys = self.truth.person, ("english_surname", "english_given", "english_middle", "office_phone", "home_phone", "mobile_phone")
        wire = dict(zip(keys, ("last_name", "first_name", "middle_name", "office_tel", "home_tel", "mobile_phone")))
        now = {k: self.truth.saved_contact.get(k, getattr(person, k)) for k in keys}
        errors = ""
        if request.method == "POST":
            if not self._csrf(request, me):
                return self._denied()
            now = {k: request.get(wire[k]).strip() for k in keys}
            if not all(request.has(n) for n in wire.values()):
                return self._denied()
            if not re.fullmatch(r"09\d{8}", now["mobile_phone"]):
                errors = '<p class="error">「行動電話」欄位的格式不正確。</p>'
            elif not now["english_surname"]:
                errors = '<p class="error">「英文姓」欄位為必填。</p>'
            else:
                self.truth.saved_contact.update(now)
                self.truth.counts["contact_saved"] += 1
                self._flash(me, "連絡資料已更新", "green")
                return redirect(f"/index.php/employee/contact?SESSION={token}", status=303)
        def field(key: str, label: str, hint: str, icon: str) -> str:
            n = wire[key]
            return f'<div class="input-field col s12 m6"><i class="material-icons prefix">{icon}</i><input type="text" name="{n}" value="{escape(now[key])}" id="{n}"/><label for="{n}" class="active">{label}</label><span class="helper-text grey-text">{hint}</span></div>'
        content = f"""<h5>台大醫院---維護個人連絡資料</h5>{errors}<form action="/index.php/employee/contact?SESSION={token}" enctype="multipart/form-data" method="post" accept-charset="utf-8">{self._hidden(me)}
<div class="row"><div class="input-field col s6"><input disabled value="{person.employee_id}" id="disabled1" type="text"><label for="disabled1" class="active">員工編號：</label></div><div class="input-field col s6"><input disabled value="{person.name}" id="disabled2" type="text"><label for="disabled2" class="active">姓名：</label></div></div>
<div class="row">{field("english_surname", "英文姓：", "ex:Chen(陳)", "person")}{field("english_given", "英文首名：", "ex: Yi-Fen(怡芬) (<a href='#!'>說明</a>)", "person_outline")}{field("english_middle", "英文中名：", "ex:Mary 為英文別名，如無，可不填", "person_add")}{field("office_phone", "辦公室電話：", "ex:61234或23123456", "phone")}{field("home_phone", "住宅電話：", "ex:0223123456", "home")}{field("mobile_phone", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", "smartphone")}</div>
<div class="file-field input-field"><div class="btn grey"><span>大頭照</span><input type="file" name="photo"></div><div class="file-path-wrapper"><input class="file-path" type="text" placeholder="選填"></div></div>
<button class="btn-large waves-effect" type="submit"><i class="material-icons left">save</i>異動儲存</button> <a class="btn-flat" href="{self.urls['portal']}/index.php/home">回功能選單</a></form>"""
        return self._view(me, "維護個人連絡資料", content)

    # ---- account
    def account(self, request: Request) -> Response:
        asset = self._asset(request)
        if asset:
            return asset
        me, extra = self._ci(request, "help")
        path = request.path.rstrip("/")
        if path in ("", "/index.php"):
            return self._view(me, "帳號服務", self._welcome(), extra=extra)
        match = re.fullmatch(r"/index\.php/(activate|reset)(?:/(verify|setup|done|leave))?", path)
        if not match:
            return Response("<h1>404 Page Not Found</h1>", 404, headers=extra)
        what, step = match.group(1), match.group(2) or "verify"
        if step == "verify":
            return self._verify(request, me, extra, what)
        if f"account:{me['id']}" not in self.truth.sessions or me.get("what") != what:
            if request.method == "POST":
                self.takes(request, mail_alias="alias", cloud_pass="cloud_password")
            self._flash(me, "請先完成身分驗證")
            return redirect(f"/index.php/{what}/verify", *extra)
        if step == "leave":
            self.truth.sessions.discard(f"account:{me['id']}")
            self.truth.counts["sign_out_account"] += 1
            del self.ci[me["id"]]
            return redirect("/", ("Set-Cookie", "ci_session_help=; Max-Age=0; path=/"))
        if step == "done":
            words = f"雲端服務啟用成功！您的電子郵件：{escape(self.truth.alias)}@ntuh.gov.tw（隔日生效）" if what == "activate" else "新的雲端服務密碼已生效"
            return self._view(me, "完成", f'<div class="card-panel green lighten-4"><i class="material-icons medium">check_circle</i><h5>{words}</h5></div><a class="btn" href="/index.php/{what}/leave">結束並離開</a>')
        return self._setup(request, me, what)

    def _welcome(self) -> str:
        return """<div class="section"><h4>網路帳號／雲端服務</h4><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p></div>
<div class="card-panel"><h5>《規範》</h5><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul class="browser-default"><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>如有借用帳號行為，致院內重要資料或個人資料外洩時，該網路帳號擁有者需負相關法律之責任。</li></ul></div>
<h5>《常見問題與服務》</h5><ul class="collapsible" data-collapsible="accordion"><li><div class="collapsible-header"><i class="material-icons">help</i>密碼修改後多久可以生效</div><div class="collapsible-body"><span>即時生效。</span></div></li><li><div class="collapsible-header"><i class="material-icons">help</i>忘記密碼</div><div class="collapsible-body"><span>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</span></div></li></ul>
<div class="collection"><a class="collection-item" href="/index.php/activate/verify"><span class="badge"><i class="material-icons">chevron_right</i></span>啟用網路帳號及首次雲端帳號密碼設定</a><a class="collection-item" href="/index.php/reset/verify"><span class="badge"><i class="material-icons">chevron_right</i></span>重置雲端服務密碼</a><a class="collection-item grey-text" href="#!">總院廠商VPN展延申請</a></div>"""

    def _verify(self, request: Request, me: dict, extra: list, what: str) -> Response:
        person, here = self.truth.person, f"/index.php/{what}/verify"
        if request.method == "POST":
            self.takes(request, account_no="employee_id", reg_mobile="registered_phone", otp="code")
            if not self._csrf(request, me):
                return self._denied()
            me["no"] = request.get("account_no").strip()
            known = me["no"] == person.employee_id
            if request.get("op") == "sms":
                if not known:
                    self._flash(me, "查無此網路帳號")
                elif request.get("reg_mobile").strip() != self.truth.saved_contact.get("mobile_phone", person.mobile_phone):
                    self._flash(me, "手機門號與登記資料不同，請確認")
                else:
                    me["otp"], me["sent"], me["ok"] = self.truth.new_message(), time.time(), True
            elif request.get("op") == "next":
                code, due = me.get("otp"), me.get("sent", 0) + 120
                if known and code and request.get("otp").strip() == code and time.time() <= due:
                    self.truth.counts["code_accepted"] += 1
                    self.truth.sessions.add(f"account:{me['id']}")
                    me["otp"], me["what"] = "", what
                    return redirect(f"/index.php/{what}/setup", *extra, status=303)
                self.truth.counts["code_refused"] += 1
                self._flash(me, "動態碼已過期，請重新取得" if code and time.time() > due else "動態碼錯誤")
            return redirect(here, *extra, status=303)
        head = "啟用網路帳號及首次雲端帳號密碼設定" if what == "activate" else "重置雲端服務密碼"
        sent = '<div class="card-panel teal lighten-5" id="sent"><b>動態碼簡訊發送成功</b><br>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」<br><a href="#!" class="btn-flat" onclick="document.getElementById(\'sent\').style.display=\'none\';return false;">確定</a></div>' if me.pop("ok", False) else ""
        content = f"""<div class="card-panel yellow lighten-4"><b>注意事項</b><ul class="browser-default"><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div><h5>{head}</h5>{sent}
<form action="{here}" method="post" accept-charset="utf-8" id="verify_form">{self._hidden(me)}
<div class="row valign-wrapper"><div class="input-field col s8"><input type="text" name="account_no" value="{escape(me.get("no", ""))}" id="account_no"/><label for="account_no">網路帳號 / 主職員工編號</label></div><div class="col s4"><a class="waves-effect waves-light btn modal-trigger" href="#modal_sms">發送簡訊動態碼</a></div></div>
<div class="input-field"><input type="text" name="otp" value="" id="otp" autocomplete="off" maxlength="6"/><label for="otp">簡訊(或MOTP)動態碼</label></div>
<div id="modal_sms" class="modal"><div class="modal-content"><h5>簡訊動態碼</h5><div class="input-field"><input type="tel" name="reg_mobile" id="reg_mobile" maxlength="10"/><label for="reg_mobile">請輸入帳號登記的手機門號(10碼)</label></div></div><div class="modal-footer"><a href="#!" class="modal-action modal-close waves-effect btn-flat">取消</a><button type="submit" name="op" value="sms" class="waves-effect btn">確定發送</button></div></div>
<button type="submit" name="op" value="next" class="btn waves-effect right">下一步<i class="material-icons right">arrow_forward</i></button></form><a href="/">回首頁</a>"""
        return self._view(me, head, content, extra=extra)

    def _setup(self, request: Request, me: dict, what: str) -> Response:
        truth, person, errors = self.truth, self.truth.person, ""
        if request.method == "POST":
            self.takes(request, mail_alias="alias", cloud_pass="cloud_password")
            if not self._csrf(request, me):
                return self._denied()
            name, secret = request.get("mail_alias").strip(), request.get("cloud_pass")
            if what == "activate" and truth.alias:
                errors = "此帳號已啟用，無法重複啟用。"
            elif what == "activate" and not re.fullmatch(r"[a-zA-Z][\w.-]{1,63}", name, re.A):
                errors = "「電子郵件名稱」只能使用英文、數字、句點、底線與減號，且需以英文字母開頭。"
            elif what == "activate" and name.lower() == "taken.name":
                errors = "「電子郵件名稱」已經存在，請換一個。"
            elif what == "reset" and not truth.alias:
                errors = "您尚未啟用雲端服務。"
            elif len(secret) < 8 or not re.search("[A-Za-z]", secret) or not re.search(r"\d", secret):
                errors = "「雲端服務密碼」至少 8 個字元並包含英文及數字。"
            else:
                truth.cloud_password = secret
                if what == "activate":
                    truth.alias = name
                    truth.counts["activated"] += 1
                return redirect(f"/index.php/{what}/done", status=303)
        warn = f'<p class="error">{errors}</p>' if errors else ""
        word = """<div class="input-field"><input type="password" name="cloud_pass" id="cloud_pass"/><label for="cloud_pass">雲端服務密碼 (8碼以上，英文及數字)</label></div><p><input type="checkbox" id="show_pwd" class="filled-in" onclick="document.getElementById('cloud_pass').type=this.checked?'text':'password'"/><label for="show_pwd">顯示密碼</label></p>"""
        if what == "reset":
            return self._view(me, "重置雲端服務密碼", f'<h5>重置雲端服務密碼</h5>{warn}<form action="/index.php/reset/setup" method="post">{self._hidden(me)}{word}<button class="btn" type="submit">送出</button></form>')
        table = f"""<table class="striped"><tbody><tr><td>網路帳號 / 主職員工編號</td><td>{person.employee_id}</td></tr><tr><td>帳號姓名</td><td>{person.name}</td></tr><tr><td>主職單位</td><td>{person.unit}</td></tr><tr><td>有效期限</td><td>{person.valid_until}</td></tr></tbody></table>"""
        if truth.alias and not errors:
            form = f'<div class="card-panel orange lighten-4">您先前已完成雲端服務啟用，電子郵件帳號為 <b>{escape(truth.alias)}@ntuh.gov.tw</b>，不需再次設定。</div>'
        else:
            form = f"""<form action="/index.php/activate/setup" method="post" accept-charset="utf-8">{self._hidden(me)}<div class="input-field"><input type="text" name="mail_alias" value="{escape(request.get("mail_alias"))}" id="mail_alias" maxlength="64" data-length="64"/><label for="mail_alias">雲端服務帳號 (電子郵件名稱)</label></div><p>@ntuh.gov.tw 名稱長度限64字元內</p>{word}
<a class="btn grey" href="/index.php/activate/leave">取消啟用</a> <button class="btn waves-effect" type="submit">啟用雲端服務<i class="material-icons right">cloud</i></button> <span class="grey-text">服務於設定完成隔日生效</span></form>"""
        return self._view(me, "設定密碼與郵件別名", f'<h5>設定密碼與郵件別名</h5><p>雲端服務帳號說明：<br>1. 雲端服務帳號為跨體系使用。<br>2. 服務於設定完成隔日生效。</p>{table}{warn}{form}<div class="section"><a href="/index.php/activate/leave">結束並離開</a></div>')

    # ---- mail: Roundcube with a captcha plugin
    def mail(self, request: Request) -> Response:
        me, extra = self._ci(request, "rc")
        task, truth, note = request.query.get("_task", "login"), self.truth, ""
        inside = f"mail:{me['id']}" in truth.sessions
        if request.path == "/plugins/captcha/image.php":
            return Response(picture(truth.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5), "PNG"), kind="image/png", headers=extra)
        if request.path != "/":
            return Response("Not Found", 404)
        if request.method == "POST":
            self.takes(request, _user="mail_account", _pass="mail_password", _captcha="captcha")
            text, truth.captcha = truth.captcha, ""
            if request.get("_token") != me["hash"] or request.get("_action") != "login":
                note = "您的連線階段無效或已過期。"
            elif not text or request.get("_captcha").strip() != text:
                note = "驗證碼不符。"
            elif not truth.alias or request.get("_user").strip().lower().removesuffix("@ntuh.gov.tw") != truth.alias.lower() or request.get("_pass") != truth.cloud_password:
                note = "登入失敗。"
            else:
                truth.counts["mail_sign_in"] += 1
                truth.sessions.add(f"mail:{me['id']}")
                return redirect(f"/?_task=mail&_token={me['hash']}", *extra)
        elif inside and task == "logout":
            if request.query.get("_token") == me["hash"]:
                truth.sessions.discard(f"mail:{me['id']}")
                truth.counts["sign_out_mail"] += 1
                del self.ci[me["id"]]
            return redirect("/", ("Set-Cookie", "ci_session_rc=; Max-Age=0; path=/"))
        elif inside:
            return Response(f"""<!DOCTYPE html><html><head><title>Roundcube Webmail :: 收件匣</title></head><body class="extwin"><div id="taskbar"><a class="button-logout" id="rcmbtn101" href="./?_task=logout&amp;_token={me["hash"]}"><span class="button-inner">登出</span></a> <span class="username">{escape(truth.alias)}@ntuh.gov.tw</span></div><div id="mailboxlist-title">資料夾</div><ul><li class="inbox selected">收件匣</li><li>草稿匣</li></ul><form name="qs"><input type="text" id="quicksearchbox" name="_q"/></form><table id="messagelist"><tr><td>[公告] 歡迎使用</td></tr></table></body></html>""")
        elif task not in ("login", "logout"):
            note = "您的連線階段無效或已過期。"
        box = f'<div id="message"><div class="error">{note}</div></div>' if note else '<div id="message"></div>'
        return Response(f"""<!DOCTYPE html>
<html><head><title>Roundcube Webmail :: 歡迎</title><meta http-equiv="content-type" content="text/html; charset=UTF-8" /></head>
<body><h1 class="voice">Roundcube Webmail 登入</h1><div id="login-form"><div class="box-inner">
<form name="form" method="post" action="/?_task=login"><input type="hidden" name="_token" value="{me["hash"]}"><input type="hidden" name="_task" value="login"><input type="hidden" name="_action" value="login"><input type="hidden" name="_timezone" id="rcmlogintz" value="_default_"><input type="hidden" name="_url" id="rcmloginurl" value="">
<table><tbody><tr><td class="title"><label for="rcmloginuser">帳號:</label></td><td class="input"><input name="_user" id="rcmloginuser" required="required" size="40" autocapitalize="off" autocomplete="off" type="text"></td></tr>
<tr><td class="title"><label for="rcmloginpwd">密碼:</label></td><td class="input"><input name="_pass" id="rcmloginpwd" required="required" size="40" autocomplete="off" type="password"></td></tr>
<tr><td class="title"><label for="rcmcap">驗證碼(小寫字母或數字):</label></td><td class="input"><input name="_captcha" id="rcmcap" size="8" type="text"><br><img src="/plugins/captcha/image.php" alt="captcha"></td></tr></tbody></table>
<p><input type="checkbox" name="_ifpl" id="ifpl" value="1"><label for="ifpl">記住登入資訊 (公用電腦請勿勾選)</label></p>
<p class="formbuttons"><input type="submit" id="rcmloginsubmit" class="button mainaction" value="登入" /></p></form></div>{box}
<noscript><p class="noscriptwarning">警告: 此網頁郵件服務需要 Javascript!</p></noscript></div>
<div id="login-footer"><h3>公佈欄</h3>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<br>※如無法登入，請先至下方網址變更密碼，謝謝：<br><a href="{self.urls["account"]}">https://help.ntuh.gov.tw/</a></div></body></html>""", headers=extra)

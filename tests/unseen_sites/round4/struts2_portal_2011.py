"""Struts2 2.2 + Tiles + jQuery UI 1.8, as an in-house Java team wrote it in 2011."""

from __future__ import annotations

import html
import re
import secrets
import time

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

E = html.escape


class TheSite(Site):
    title = "Struts2 + Tiles + jQuery UI 2011"

    def __init__(self) -> None:
        super().__init__()
        self.web: dict[str, dict] = {}  # JSESSIONID -> attributes
        self.tries = 0

    # ------------------------------------------------------------ the container
    def http_session(self, request: Request, app: str) -> tuple[str, dict, list]:
        sid = request.cookies.get("JSESSIONID", "")
        if sid in self.web and self.web[sid]["app"] == app:
            return sid, self.web[sid], []
        sid = secrets.token_hex(16).upper()
        self.web[sid] = {"app": app, "tokens": set()}
        return sid, self.web[sid], [("Set-Cookie", f"JSESSIONID={sid}; Path=/{app}; HttpOnly")]

    def token(self, bag: dict) -> str:
        value = secrets.token_hex(16).upper()
        bag["tokens"].add(value)
        return ('<input type="hidden" name="struts.token.name" value="struts.token" />\n'
                f'<input type="hidden" name="struts.token" value="{value}" />')

    def spent(self, request: Request, bag: dict) -> bool:
        value = request.get("struts.token")
        if value in bag["tokens"]:
            bag["tokens"].discard(value)
            return False
        return True

    def errors(self, lines: list[str]) -> str:
        return "" if not lines else '<ul class="errorMessage">' + "".join(f"<li><span>{E(x)}</span></li>" for x in lines) + "</ul>"

    def messages(self, lines: list[str]) -> str:
        return "" if not lines else '<ul class="actionMessage">' + "".join(f"<li><span>{E(x)}</span></li>" for x in lines) + "</ul>"

    def tile(self, app: str, title: str, body: str, head: str = "", nav: str = "") -> str:
        return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
<title>{title}</title>
<link rel="stylesheet" href="/{app}/struts/xhtml/styles.css" type="text/css"/>
<link rel="stylesheet" href="/{app}/css/redmond/jquery-ui-1.8.16.custom.css" type="text/css"/>
<script type="text/javascript" src="/{app}/js/jquery-1.6.4.min.js"></script>
<script type="text/javascript" src="/{app}/js/jquery-ui-1.8.16.custom.min.js"></script>
<script type="text/javascript">jQuery(function($) {{ $("input:submit, button, a.btn").button(); {head} }});</script></head>
<body><!-- tiles: header --><div id="hd" class="ui-widget-header"><h1>{title}</h1>{nav}</div>
<!-- tiles: body --><div id="bd" class="ui-widget-content">{body}</div>
<!-- tiles: footer --><div id="ft">Copyright &copy; 2011 資訊室 系統發展組　建議使用 IE8 以上，1024x768　分機 261120</div></body></html>"""

    def invalid(self, app: str, back: str) -> Response:
        return Response(self.tile(app, "系統訊息", self.errors(["表單已送出過或已失效(invalid.token)，請回上一頁重新整理後再試。"])
                                  + f'<p><a href="{back}">重新載入</a></p>'))

    # ------------------------------------------------------------ portal
    def portal(self, request: Request) -> Response:
        sid, bag, cookie = self.http_session(request, "portal")
        path = request.path
        if path in ("/", "/portal", "/portal/"):
            return redirect("/portal/login.action")
        if path == "/portal/verifyImage.action":
            if "login" not in bag:
                return Response("", 404)
            bag["image"] = self.truth.new_captcha()
            return Response(picture(bag["image"], "JPEG", (130, 36)), kind="image/jpeg", headers=[("Cache-Control", "no-store")])
        if path == "/portal/login.action":
            bag["login"] = True
            answer = Response(self.login_page(bag, []))
            answer.headers += cookie
            return answer
        if path == "/portal/doLogin.action" and request.method == "POST":
            self.takes(request, **{"user.hospId": "campus", "user.userId": "employee_id", "user.password": "portal_password", "verifyCode": "captcha"})
            if self.spent(request, bag):
                return self.invalid("portal", "/portal/login.action")
            shown, bag["image"] = bag.get("image"), None
            wrong = []
            if request.get("user.hospId") not in ("T0", "T2", "T4", "Y0"):
                wrong.append("請選擇院區")
            elif not shown or shown != self.truth.captcha or request.get("verifyCode").strip().upper() != shown:
                wrong.append("圖形驗證碼輸入錯誤，請重新輸入")
            elif request.get("user.userId").strip() != self.truth.person.employee_id or request.get("user.password") != self.truth.portal_password:
                wrong.append("帳號不存在或密碼錯誤！")
            if wrong:
                self.truth.captcha = ""
                self.truth.counts["sign_in_refused"] += 1
                return Response(self.login_page(bag, wrong))
            self.truth.captcha = ""
            self.truth.counts["sign_in"] += 1
            fresh = secrets.token_hex(16).upper()
            self.web[fresh] = {"app": "portal", "tokens": set(), "user": True, "ticket": secrets.token_hex(16)}
            self.web.pop(sid, None)
            self.truth.sessions.add("portal:" + fresh)
            return redirect("/portal/bulletin.action", ("Set-Cookie", f"JSESSIONID={fresh}; Path=/portal; HttpOnly"))
        if not bag.get("user"):
            return redirect("/portal/login.action")
        if path == "/portal/bulletin.action":
            return Response(self.tile("portal", "登入公告", """<h2>資訊室公告</h2><p>每週三 23:00 至 24:00 進行主機維護。</p>
<p>請勿將密碼貼於螢幕旁。</p><a class="btn" href="/portal/main.action">我知道了，進入系統</a>"""))
        if path == "/portal/main.action":
            hr = f'{self.urls["inner"]}/hr'
            ticket = bag["ticket"]
            items = "".join(f'<li><a href="{u}">{t}</a></li>' for t, u in (
                ("更改密碼", f"{hr}/password_input.action?SESSION={ticket}"), ("個人簽章提醒設定", "/portal/todo.action?m=sign"),
                ("薪資所得免稅額申報表", "/portal/todo.action?m=tax"), ("查詢員工連絡資料", "/portal/todo.action?m=query"),
                ("維護個人連絡資料", f"{hr}/contact_input.action?SESSION={ticket}"), ("流感同意書列印", "/portal/todo.action?m=flu")))
            return Response(self.tile("portal", "醫療資訊系統", f"""<form action="/portal/todo.action" method="get" id="qs"><input type="text" name="keyword" size="12" title="站內搜尋"/><input type="submit" value="查詢"/></form>
<p>{E(self.truth.person.name)} 您好!</p><div id="acc"><h3><a href="#">個人管理</a></h3><div><ul>{items}</ul></div>
<h3><a href="#">行政系統</a></h3><div><ul><li><a href="/portal/todo.action?m=leave">差勤系統</a></li></ul></div></div>""",
                '$("#acc").accordion({autoHeight:false});', '<a class="btn" href="/portal/logout.action">登出系統</a>'))
        if path == "/portal/todo.action":
            self.takes(request)
            return Response(self.tile("portal", "系統訊息", '<p>您沒有使用此功能的權限。</p><a href="/portal/main.action">回功能選單</a>'))
        if path == "/portal/logout.action":
            self.web.pop(sid, None)
            self.truth.sessions.discard("portal:" + sid)
            self.truth.counts["sign_out_portal"] += 1
            return Response(self.tile("portal", "登出", '<p>您已安全登出本系統。</p><a href="/portal/login.action">重新登入</a>'))
        return Response("HTTP Status 404 - There is no Action mapped", 404)

    def login_page(self, bag: dict, wrong: list[str]) -> str:
        return self.tile("portal", "醫療資訊系統", f"""{self.errors(wrong)}
<form id="doLogin" name="doLogin" action="/portal/doLogin.action" method="post">{self.token(bag)}
<table class="wwFormTable">
<tr><td class="tdLabel"><label for="doLogin_user_hospId" class="label">院區:</label></td><td><select name="user.hospId" id="doLogin_user_hospId">
<option value="T0" selected="selected">總院區</option><option value="T2">北護分院</option><option value="T4">新竹分院</option><option value="Y0">雲林分院</option></select></td></tr>
<tr><td class="tdLabel"><label for="doLogin_user_userId" class="label">帳號<span class="required">*</span>:</label></td><td><input type="text" name="user.userId" size="12" maxlength="6" value="" id="doLogin_user_userId"/></td></tr>
<tr><td class="tdLabel"><label for="doLogin_user_password" class="label">密碼<span class="required">*</span>:</label></td><td><input type="password" name="user.password" size="12" id="doLogin_user_password" autocomplete="off"/></td></tr>
<tr><td class="tdLabel"><label for="doLogin_verifyCode" class="label">驗證碼<span class="required">*</span>:</label></td><td><input type="text" name="verifyCode" size="8" maxlength="6" id="doLogin_verifyCode" autocomplete="off"/> (不用區分大小寫)<br/>
<img src="/portal/verifyImage.action?t={int(time.time() * 1000)}" id="vimg" alt="驗證碼圖片"/> <a href="/portal/login.action">換一張</a></td></tr>
<tr><td colspan="2"><div align="right"><input type="submit" id="doLogin_0" value="登　入"/> <input type="reset" value="清除"/></div></td></tr></table></form>
<p><a href="#">院外網</a> <a href="#">院內網</a></p>""")

    # ------------------------------------------------------------ inner pages
    def inner(self, request: Request) -> Response:
        ticket = request.get("SESSION")
        owner = next((s for s, b in self.web.items() if b.get("ticket") == ticket and ticket), None)
        if owner is None:
            return Response(self.tile("hr", "系統訊息", self.errors(["連線逾時，請由 PORTAL 重新登入。"]) + f'<a href="{self.urls["portal"]}/portal/login.action">回登入頁</a>'))
        bag, path, truth = self.web[owner], request.path, self.truth
        nav = (f'<a href="{self.urls["portal"]}/portal/main.action">回功能選單</a> | <a href="{self.urls["portal"]}/portal/logout.action">登出系統</a>')
        if path == "/hr/password_input.action":
            return Response(self.password_page(bag, [], nav))
        if path == "/hr/password_save.action" and request.method == "POST":
            self.takes(request, oldPwd="old_password", newPwd="new_password", newPwd2="new_password_again")
            if self.spent(request, bag):
                return self.invalid("hr", f"/hr/password_input.action?SESSION={ticket}")
            new, wrong = request.get("newPwd"), []
            if request.get("oldPwd") != truth.portal_password:
                wrong.append("舊密碼輸入不正確")
            elif new != request.get("newPwd2"):
                wrong.append("兩次輸入之新密碼不一致")
            elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                wrong.append("新密碼不符合密碼設定條件")
            elif new == truth.portal_password:
                wrong.append("新密碼不可與舊密碼相同")
            if wrong:
                truth.counts["password_refused"] += 1
                return Response(self.password_page(bag, wrong, nav))
            truth.portal_password = new
            truth.counts["password_changed"] += 1
            return Response(self.tile("hr", "更改密碼", self.messages(["密碼已更新完成，下次登入請使用新密碼。"]), "", nav))
        if path == "/hr/contact_input.action":
            return Response(self.contact_page(bag, "", nav))
        if path == "/hr/contact_save.action" and request.method == "POST":
            names = {"emp.engLast": "english_surname", "emp.engFirst": "english_given", "emp.engMiddle": "english_middle",
                     "emp.officeTel": "office_phone", "emp.homeTel": "home_phone", "emp.mobile": "mobile_phone"}
            self.takes(request, **{"emp.mobile": "mobile_phone"})
            if self.spent(request, bag):
                return self.invalid("hr", f"/hr/contact_input.action?SESSION={ticket}")
            if not all(request.has(n) for n in names) or request.get("emp.empNo") != truth.person.employee_id:
                return Response(self.contact_page(bag, self.errors(["資料不完整，未儲存"]), nav))
            if not re.fullmatch("09[0-9]{8}", request.get("emp.mobile").strip()):
                return Response(self.contact_page(bag, self.errors(["行動電話格式錯誤，應為10碼數字"]), nav))
            truth.saved_contact.update({key: request.get(n).strip() for n, key in names.items()})
            truth.counts["contact_saved"] += 1
            return Response(self.contact_page(bag, self.messages(["資料異動成功"]), nav))
        return Response("HTTP Status 404", 404)

    def password_page(self, bag: dict, wrong: list[str], nav: str) -> str:
        return self.tile("hr", "更改密碼", f"""{self.errors(wrong)}<form id="password_save" action="/hr/password_save.action" method="post">{self.token(bag)}
<input type="hidden" name="SESSION" value="{bag['ticket']}"/><table class="wwFormTable">
<tr><td class="tdLabel"><label for="oldPwd">請輸入舊密碼：</label></td><td><input type="password" name="oldPwd" id="oldPwd"/></td></tr>
<tr><td class="tdLabel"><label for="newPwd">請輸入新密碼：</label></td><td><input type="password" name="newPwd" id="newPwd"/></td></tr>
<tr><td class="tdLabel"><label for="newPwd2">請再輸入新密碼：</label></td><td><input type="password" name="newPwd2" id="newPwd2"/></td></tr>
<tr><td>密碼強度檢核：</td><td><div id="bar"></div></td></tr>
<tr><td colspan="2" align="right"><input type="submit" value="更改密碼"/></td></tr></table></form>
<p>密碼設定條件：</p><ul><li>1.密碼長度不可少於8個字元</li><li>2.密碼內容需包含英文及數字</li></ul>""",
                         '$("#bar").progressbar({value:0}); $("#newPwd").keyup(function(){ $("#bar").progressbar("value", Math.min(100, this.value.length*10)); });', nav)

    def contact_page(self, bag: dict, said: str, nav: str) -> str:
        p, c = self.truth.person, self.truth.saved_contact
        v = {k: E(c.get(k, getattr(p, k)), True) for k in ("english_surname", "english_given", "english_middle", "office_phone", "home_phone", "mobile_phone")}
        return self.tile("hr", "台大醫院---維護個人連絡資料", f"""{said}<form id="contact_save" action="/hr/contact_save.action" method="post">{self.token(bag)}
<input type="hidden" name="SESSION" value="{bag['ticket']}"/><div class="toolbar"><input type="submit" name="action:contact_save" value="異動儲存"/></div><table border="1">
<tr><td>員工編號：</td><td><input type="text" name="emp.empNo" value="{p.employee_id}" readonly="readonly"/></td><td>姓名：</td><td>{p.name}</td></tr>
<tr><td>英文姓：</td><td colspan="3"><input type="text" name="emp.engLast" value="{v['english_surname']}"/> ex:Chen(陳)</td></tr>
<tr><td>英文首名：</td><td colspan="3"><input type="text" name="emp.engFirst" value="{v['english_given']}"/> ex: Yi-Fen(怡芬) (<a href="#">說明</a>)</td></tr>
<tr><td>英文中名：</td><td colspan="3"><input type="text" name="emp.engMiddle" value="{v['english_middle']}"/> ex:Mary 為英文別名，如無，可不填</td></tr>
<tr><td>辦公室電話：</td><td><input type="text" name="emp.officeTel" value="{v['office_phone']}"/> ex:61234或23123456</td>
<td>住宅電話：</td><td><input type="text" name="emp.homeTel" value="{v['home_phone']}"/> ex:0223123456</td></tr>
<tr><td>行動電話：</td><td colspan="3"><input type="text" name="emp.mobile" maxlength="10" value="{v['mobile_phone']}"/> ex:0952000000 (如離職或更換門號，請記得調整此欄位)</td></tr>
</table></form>""", "", nav)

    # ------------------------------------------------------------ account site
    def account(self, request: Request) -> Response:
        sid, bag, cookie = self.http_session(request, "eaccount")
        path, truth, p = request.path, self.truth, self.truth.person
        if path in ("/", "/eaccount", "/eaccount/"):
            return redirect("/eaccount/index.action")
        if path == "/eaccount/index.action":
            return Response(self.tile("eaccount", "網路帳號服務", """<div id="tabs"><ul><li><a href="#t1">《規範》</a></li><li><a href="#t2">《常見問題與服務》</a></li></ul>
<div id="t1"><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><p>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置</p></div>
<div id="t2"><p>忘記密碼：請親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></div></div>
<p><a class="btn" href="/eaccount/activate.action">啟用網路帳號及首次雲端帳號密碼設定</a></p><p><a class="btn" href="/eaccount/reset.action">重置雲端服務密碼</a><br/>重設非Portal帳號的密碼</p>
<p><a class="btn" href="/eaccount/vendor.action">總院廠商VPN展延申請</a></p>""", '$("#tabs").tabs();'), headers=cookie)
        if path == "/eaccount/vendor.action":
            return Response(self.tile("eaccount", "系統訊息", '<p>限廠商使用。</p><a href="/eaccount/index.action">回首頁</a>'))
        if path in ("/eaccount/activate.action", "/eaccount/reset.action"):
            bag["goal"] = path.split("/")[-1][:-7]
            return Response(self.otp_page(bag, "", ""), headers=cookie)
        if path == "/eaccount/otp.action" and request.method == "POST":
            self.takes(request, empNo="employee_id", phone="registered_phone", otp="code")
            goal = bag.get("goal")
            if not goal or self.spent(request, bag):
                return self.invalid("eaccount", "/eaccount/index.action")
            emp = request.get("empNo").strip()
            if not re.fullmatch("[0-9]{6}", emp):
                return Response(self.otp_page(bag, emp, self.errors(["請輸入6位數之網路帳號/主職員工編號"])))
            if request.has("method:sendSms"):
                if emp != p.employee_id or request.get("phone").strip() != truth.saved_contact.get("mobile_phone", p.mobile_phone):
                    return Response(self.otp_page(bag, emp, self.errors(["輸入之門號與帳號登記之手機門號不符，簡訊未發送"])))
                bag["otp"] = (emp, truth.new_message(), time.time())
                return Response(self.otp_page(bag, emp, """<div id="okDialog" title="動態碼簡訊發送成功"><p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p></div>"""))
            if request.has("method:next"):
                known = bag.get("otp")
                if not known or known[0] != emp or request.get("otp").strip() != known[1]:
                    truth.counts["code_refused"] += 1
                    return Response(self.otp_page(bag, emp, self.errors(["動態碼錯誤"])))
                if time.time() - known[2] > 120:
                    truth.counts["code_refused"] += 1
                    return Response(self.otp_page(bag, emp, self.errors(["動態碼已逾時(2分鐘)，請重新發送"])))
                bag.pop("otp")
                bag["proved"] = goal
                truth.counts["code_accepted"] += 1
                truth.sessions.add("account:" + sid)
                return redirect("/eaccount/setup.action" if goal == "activate" else "/eaccount/newpwd.action")
            return Response(self.otp_page(bag, emp, self.errors(["不明的操作"])))
        if path == "/eaccount/leave.action":
            if bag.get("proved"):
                truth.counts["sign_out_account"] += 1
            truth.sessions.discard("account:" + sid)
            self.web.pop(sid, None)
            return redirect("/eaccount/index.action")
        nav = '<a href="/eaccount/leave.action">登出</a>'
        if path in ("/eaccount/setup.action", "/eaccount/setup_save.action"):
            if bag.get("proved") != "activate":
                return redirect("/eaccount/activate.action")
            if path == "/eaccount/setup.action":
                return Response(self.setup_page(bag, [], nav))
            self.takes(request, **{"cloud.mailName": "alias", "cloud.pwd": "cloud_password", "cloud.pwd2": "cloud_password_again"})
            if self.spent(request, bag):
                return self.invalid("eaccount", "/eaccount/setup.action")
            if request.has("redirectAction:leave"):
                return redirect("/eaccount/leave.action")
            alias, pwd = request.get("cloud.mailName").strip().lower(), request.get("cloud.pwd")
            wrong = []
            if truth.alias:
                wrong.append("此帳號先前已啟用，郵件名稱不得變更")
            elif not re.fullmatch(r"[a-z][a-z0-9._-]{2,63}", alias):
                wrong.append("電子郵件名稱格式不符：限英文字母開頭之英數字，3至64字元")
            elif alias == "taken.name":
                wrong.append("此電子郵件名稱已有人使用，請更換")
            elif pwd != request.get("cloud.pwd2"):
                wrong.append("兩次密碼不一致")
            elif len(pwd) < 8 or not re.search("[A-Za-z]", pwd) or not re.search("[0-9]", pwd):
                wrong.append("密碼至少8碼且須含英文及數字")
            if wrong:
                return Response(self.setup_page(bag, wrong, nav))
            truth.alias, truth.cloud_password = alias, pwd
            truth.counts["activated"] += 1
            return Response(self.tile("eaccount", "設定密碼與郵件別名", self.messages([f"雲端服務帳號 {alias}@ntuh.gov.tw 啟用完成，隔日生效。"]), "", nav))
        if path in ("/eaccount/newpwd.action", "/eaccount/newpwd_save.action"):
            if bag.get("proved") != "reset":
                return redirect("/eaccount/reset.action")
            said = ""
            if request.method == "POST":
                self.takes(request, newPwd="cloud_password", newPwd2="cloud_password_again")
                if self.spent(request, bag):
                    return self.invalid("eaccount", "/eaccount/newpwd.action")
                new = request.get("newPwd")
                if not truth.alias:
                    said = self.errors(["尚未啟用網路帳號，請先執行啟用"])
                elif new != request.get("newPwd2") or len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                    said = self.errors(["密碼不一致或不符合規定"])
                else:
                    truth.cloud_password = new
                    return Response(self.tile("eaccount", "重置雲端服務密碼", self.messages(["雲端服務密碼重置完成"]), "", nav))
            return Response(self.tile("eaccount", "重置雲端服務密碼", f"""{said}<form action="/eaccount/newpwd_save.action" method="post">{self.token(bag)}
<label for="np">新密碼：</label><input type="password" name="newPwd" id="np"/><br/><label for="np2">確認新密碼：</label><input type="password" name="newPwd2" id="np2"/><br/><input type="submit" value="確定重置"/></form>""", "", nav))
        return Response("HTTP Status 404", 404)

    def otp_page(self, bag: dict, emp: str, said: str) -> str:
        name = "啟用網路帳號及首次雲端帳號密碼設定" if bag["goal"] == "activate" else "重置雲端服務密碼"
        return self.tile("eaccount", name, f"""<h2>進行身分驗證</h2>{said}
<form id="otpForm" action="/eaccount/otp.action" method="post">{self.token(bag)}<table class="wwFormTable">
<tr><td class="tdLabel"><label for="empNo">網路帳號 / 主職員工編號</label></td><td><input type="text" name="empNo" id="empNo" maxlength="6" value="{E(emp, True)}"/> <button type="button" id="openSms">發送簡訊動態碼</button></td></tr>
<tr><td class="tdLabel"><label for="otp">簡訊(或MOTP)動態碼</label></td><td><input type="text" name="otp" id="otp" maxlength="6" autocomplete="off"/></td></tr>
<tr><td colspan="2" align="right"><input type="submit" name="method:next" value="下一步"/></td></tr></table>
<div id="smsDialog" title="發送動態碼" style="display:none"><p><label for="phone">請輸入帳號登記的手機門號(10碼)</label></p><input type="text" name="phone" id="phone" maxlength="10"/>
<input type="submit" name="method:sendSms" value="確定發送"/> <button type="button" id="closeSms">取消</button></div></form>
<h3>注意事項</h3><ul><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul>
<p><a href="/eaccount/index.action">回首頁</a></p>""", """var d = $("#smsDialog").dialog({autoOpen:false, modal:true, width:360}); d.parent().appendTo($("#otpForm"));
$("#openSms").click(function(){ d.dialog("open"); }); $("#closeSms").click(function(){ d.dialog("close"); });
$("#okDialog").dialog({modal:true, buttons:{"確定":function(){ $(this).dialog("close"); }}});""")

    def setup_page(self, bag: dict, wrong: list[str], nav: str) -> str:
        p, truth = self.truth.person, self.truth
        facts = f"""<tr><td>網路帳號 / 主職員工編號</td><td>{p.employee_id}</td></tr><tr><td>帳號姓名</td><td>{p.name}</td></tr>
<tr><td>主職單位</td><td>{p.unit}</td></tr><tr><td>有效期限</td><td>{p.valid_until}</td></tr>"""
        if truth.alias:
            return self.tile("eaccount", "設定密碼與郵件別名", f"""{self.errors(wrong)}<table class="wwFormTable">{facts}<tr><td>雲端服務帳號 (電子郵件名稱)</td><td>{E(truth.alias)}@ntuh.gov.tw</td></tr></table>
<p><b>您的雲端服務已啟用，無須重複設定。</b></p>""", "", nav)
        return self.tile("eaccount", "設定密碼與郵件別名", f"""{self.errors(wrong)}<form id="setup" action="/eaccount/setup_save.action" method="post">{self.token(bag)}<table class="wwFormTable">{facts}
<tr><td><label for="mn">雲端服務帳號 (電子郵件名稱)</label></td><td><input type="text" name="cloud.mailName" id="mn" maxlength="64"/>@ntuh.gov.tw 名稱長度限64字元內</td></tr>
<tr><td><label for="cp">設定密碼</label></td><td><input type="password" name="cloud.pwd" id="cp"/> 至少8碼，含英文及數字</td></tr>
<tr><td><label for="cp2">再次輸入密碼</label></td><td><input type="password" name="cloud.pwd2" id="cp2"/></td></tr></table>
<input type="submit" name="redirectAction:leave" value="取消啟用"/> <input type="submit" name="action:setup_save" value="啟用雲端服務"/></form><p>服務於設定完成隔日生效</p>""", "", nav)

    # ------------------------------------------------------------ webmail
    def mail(self, request: Request) -> Response:
        sid, bag, cookie = self.http_session(request, "webmail")
        path, truth = request.path, self.truth
        if path in ("/", "/webmail", "/webmail/"):
            return redirect("/webmail/logon.action")
        if path == "/webmail/code.action":
            bag["image"] = truth.new_captcha("23456789abcdefghjkmnpqrstuvwxyz", 5)
            return Response(picture(bag["image"], "PNG"), kind="image/png", headers=cookie)
        if path == "/webmail/logon.action":
            said = ""
            if request.method == "POST":
                self.takes(request, mailId="mail_account", mailPwd="mail_password", authCode="captcha")
                if self.spent(request, bag):
                    return self.invalid("webmail", "/webmail/logon.action")
                shown, bag["image"] = bag.get("image"), None
                right = bool(shown) and shown == truth.captcha and request.get("authCode").strip() == shown
                truth.captcha = ""
                if not right:
                    said = self.errors(["驗證碼不正確"])
                elif not truth.alias or request.get("mailId").strip().lower().removesuffix("@ntuh.gov.tw") != truth.alias or request.get("mailPwd") != truth.cloud_password:
                    said = self.errors(["登入失敗，請確認帳號及密碼"])
                else:
                    bag["user"] = True
                    truth.counts["mail_sign_in"] += 1
                    truth.sessions.add("mail:" + sid)
                    return redirect("/webmail/inbox.action")
            return Response(self.tile("webmail", "電子信箱", f"""{said}<form id="logon" action="/webmail/logon.action" method="post">{self.token(bag)}<table>
<tr><td><label for="mailId">帳號:</label></td><td><input type="text" name="mailId" id="mailId"/></td></tr><tr><td><label for="mailPwd">密碼:</label></td><td><input type="password" name="mailPwd" id="mailPwd"/></td></tr>
<tr><td><label for="authCode">驗證碼(小寫字母或數字):</label></td><td><input type="text" name="authCode" id="authCode"/> <img src="/webmail/code.action" alt="code"/></td></tr>
<tr><td colspan="2"><input type="checkbox" name="remember" value="true" id="rem"/><input type="hidden" id="__checkbox_rem" name="__checkbox_remember" value="true"/><label for="rem">記住登入資訊 (公用電腦請勿勾選)</label></td></tr>
<tr><td colspan="2"><input type="submit" value="登入信箱"/></td></tr></table></form><h3>公佈欄</h3><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p>"""), headers=cookie)
        if not bag.get("user"):
            return redirect("/webmail/logon.action")
        if path == "/webmail/inbox.action":
            return Response(self.tile("webmail", "收件匣", "<table border='1'><tr><th>寄件者</th><th>主旨</th></tr><tr><td>資訊室</td><td>歡迎使用電子郵件</td></tr></table>", "", '<a href="/webmail/logoff.action">登出</a>'))
        if path == "/webmail/logoff.action":
            self.web.pop(sid, None)
            truth.sessions.discard("mail:" + sid)
            truth.counts["sign_out_mail"] += 1
            return redirect("/webmail/logon.action")
        return Response("HTTP Status 404", 404)

"""An HR system on Spring MVC: JSP with the form taglib, error summaries, POST-redirect-GET with flash, a web flow."""
import re
import secrets
import time
from html import escape as h

from truth import Response, Site, picture, redirect

CSS = """body{font-family:"微軟正黑體",Arial;margin:0}#hd{background:#5c8a3a;color:#fff;padding:8px}#bd{padding:12px}
.errorblock{border:1px solid #c00;background:#fee;color:#900;padding:6px;margin:6px 0}.error{color:#c00}.info{border:1px solid #393;background:#efe;padding:6px}
label{display:inline-block;width:15em}#ft{font-size:80%;color:#666;border-top:1px solid #ccc;padding:6px}"""


class TheSite(Site):
    title = "spring_jsp_taglib_hr"

    def __init__(self):
        super().__init__()
        self.web = {}     # HRSESSIONID -> {csrf, user, flash}
        self.tickets = {}  # SESSION ticket -> web session
        self.flows = {}   # account cookie -> {...}
        self.boxes = {}   # mail cookie -> {...}

    def _jsp(self, title, body, nav="", head=()):
        return Response(f"""

<!DOCTYPE html>
<html lang="zh-TW">
<head>
  <meta charset="UTF-8">
  <title>{title} | 人力資源資訊網</title>
  <link rel="stylesheet" href="/hr/static/css/main.css">
</head>
<body>

<div id="hd"><strong>人力資源資訊網</strong> Human Resource Information Web</div>
{nav}
<div id="bd">
<h2>{title}</h2>

{body}

</div>
<div id="ft">Copyright &copy; 資訊室 &#124; 服務分機 261120</div>
</body>
</html>
""", headers=list(head))

    def _errors(self, form, errs):
        if not errs:
            return ""
        return f'<div id="{form}.errors" class="errorblock">輸入資料有 {len(errs)} 項錯誤：<br/>' + "<br/>".join(errs.values()) + "</div>"

    def _field_err(self, errs, f):
        return f'<span id="{f}.errors" class="error">{errs[f]}</span>' if f in errs else ""

    def _static(self, r):
        return Response(CSS, kind="text/css") if r.path.endswith("main.css") else None

    # =============================================== portal
    def portal(self, r):
        st = self._static(r)
        if st:
            return st
        p = r.path.split(";")[0]
        sid = r.cookies.get("HRSESSIONID", "")
        head = []
        if p == "/hr/kaptcha.jpg":
            return Response(picture(self.truth.new_captcha(), "JPEG"), kind="image/jpeg")
        if sid not in self.web:
            sid = secrets.token_hex(16).upper()
            self.web[sid] = {"csrf": secrets.token_hex(16), "user": "", "flash": "", "old": ""}
            head = [("Set-Cookie", f"HRSESSIONID={sid}; Path=/; HttpOnly")]
            if p in ("/", "/hr/"):
                return redirect("/hr/login.htm;jsessionid=" + sid, *head)
        w = self.web[sid]
        if p in ("/", "/hr/"):
            return redirect("/hr/main.htm")
        if p == "/hr/login.htm" and r.method == "GET":
            return self._login_page(w, {}, head)
        if p == "/hr/login.htm":
            return self._login(r, sid, w, head)
        if not w["user"]:
            return redirect("/hr/login.htm", *head)
        if p == "/hr/main.htm":
            return self._main(w)
        if p == "/hr/search.htm":
            self.takes(r)
            return self._jsp("公告搜尋", '<p>查無符合之公告。</p><a href="main.htm">回功能選單</a>')
        if p == "/hr/go.htm":
            to = {"P01": "password", "P06": "contact"}.get(r.query.get("fn", ""))
            if to:
                return redirect(f"{self.urls['inner']}/hrself/{to}.htm?SESSION={w['user']}")
            return self._jsp("訊息", '<p class="error">此功能需另行申請權限。</p><a href="main.htm">回功能選單</a>')
        if p == "/hr/logout.htm" and r.method == "POST":
            self.takes(r)
            if r.get("_csrf") != w["csrf"]:
                return Response("HTTP Status 403 - Invalid CSRF Token", 403)
            self.truth.sessions.discard("portal:" + w["user"])
            self.truth.counts["sign_out_portal"] += 1
            self.tickets.pop(w["user"], None)
            del self.web[sid]
            return redirect("/hr/login.htm?logout", ("Set-Cookie", "HRSESSIONID=; Path=/; Max-Age=0"))
        return Response("HTTP Status 404", 404)

    def _login_page(self, w, errs, head, val=""):
        body = f"""{self._errors('loginForm', errs)}
<form id="loginForm" action="/hr/login.htm" method="post">
<fieldset><legend>同仁登入</legend>
<p><label for="site">院區</label> <select id="site" name="site"><option value="T0" selected="selected">總院區</option><option value="T2">北護分院</option><option value="T3">金山分院</option><option value="Y0">雲林分院</option></select></p>
<p><label for="empNo">帳號 <em>*</em></label> <input id="empNo" name="empNo" type="text" value="{h(val)}" maxlength="6"/> {self._field_err(errs, 'empNo')}</p>
<p><label for="passwd">密碼 <em>*</em></label> <input id="passwd" name="passwd" type="password" value="" autocomplete="off"/></p>
<p><label for="kaptcha">驗證碼 <em>*</em></label> <input id="kaptcha" name="kaptcha" type="text" value="" size="8"/> <img src="/hr/kaptcha.jpg?{secrets.randbelow(99999)}" alt="圖形驗證碼"/> (不用區分大小寫) {self._field_err(errs, 'kaptcha')}</p>
<p><input type="submit" value="進入系統"/></p>
</fieldset>
<div><input type="hidden" name="_csrf" value="{w['csrf']}" /></div>
</form>"""
        return self._jsp("同仁登入", body, head=head)

    def _login(self, r, sid, w, head):
        self.takes(r, site="campus", empNo="employee_id", passwd="portal_password", kaptcha="captcha")
        t, errs = self.truth, {}
        want, t.captcha = t.captcha, ""
        if r.get("_csrf") != w["csrf"]:
            t.counts["sign_in_refused"] += 1
            return Response("HTTP Status 403 - Invalid CSRF Token", 403)
        if not r.get("empNo"):
            errs["empNo"] = "帳號不可空白"
        if not want or r.get("kaptcha").upper() != want:
            errs["kaptcha"] = "圖形驗證碼比對不符"
        elif r.get("site") != "T0" or r.get("empNo") != t.person.employee_id or r.get("passwd") != t.portal_password:
            errs["login"] = "登入失敗：帳號或密碼錯誤"
        if errs:
            t.counts["sign_in_refused"] += 1
            return self._login_page(w, errs, head, r.get("empNo"))
        tk, new = secrets.token_hex(16), secrets.token_hex(16).upper()
        del self.web[sid]
        self.web[new] = {"csrf": secrets.token_hex(16), "user": tk, "flash": ""}
        self.tickets[tk] = self.web[new]
        t.sessions.add("portal:" + tk)
        t.counts["sign_in"] += 1
        return redirect("/hr/main.htm", ("Set-Cookie", f"HRSESSIONID={new}; Path=/; HttpOnly"))

    def _main(self, w):
        names = ["更改密碼", "個人簽章提醒設定", "薪資所得免稅額申報表", "員工待遇福利查詢", "查詢員工連絡資料", "維護個人連絡資料", "個人就醫紀錄查詢", "個人追蹤名單"]
        lis = "\n".join(f'    <li><a href="go.htm?fn=P{i:02d}"><span>{n}</span></a></li>' for i, n in enumerate(names, 1))
        body = f"""<p>{self.truth.person.name}，您好!　總院差勤待簽 0 / 總院Workflow待簽 0</p>
<div style="float:left;width:240px"><h3>個人管理</h3><ul>
{lis}
</ul></div>
<div><h3>全院公告</h3><table border="1"><thead><tr><th>日期</th><th>標題</th></tr></thead><tbody><tr><td>2019/10/21</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr></tbody></table></div>
<form action="search.htm" method="get"><input type="text" name="q" placeholder="公告搜尋"/><button type="submit">搜尋</button></form>
<form id="logoutForm" action="/hr/logout.htm" method="post"><input type="hidden" name="_csrf" value="{w['csrf']}"/><input type="submit" value="登出系統"/></form>"""
        return self._jsp("功能選單", body)

    # =============================================== inner
    def inner(self, r):
        st = self._static(r)
        if st:
            return st
        tk = r.query.get("SESSION", "")
        w = self.tickets.get(tk)
        if not w:
            return self._jsp("連線逾時", f'<div class="errorblock">請重新登入</div><a href="{self.urls["portal"]}/hr/login.htm">登入頁</a>')
        p = r.path
        nav = f'<div id="nav"><a href="{self.urls["portal"]}/hr/main.htm">回功能選單</a></div>'
        if p == "/hrself/password.htm":
            return self._password(r, w, tk, nav)
        if p == "/hrself/contact.htm":
            return self._contact(r, w, tk, nav)
        if p == "/hrself/done.htm":
            m, w["flash"] = w["flash"], ""
            return self._jsp("作業結果", f'<div class="info">{m or "(無訊息)"}</div>', nav)
        return Response("HTTP Status 404", 404)

    def _password(self, r, w, tk, nav):
        errs, t = {}, self.truth
        if r.method == "POST":
            self.takes(r, **{"oldPwd": "old_password", "newPwd": "new_password", "confirmPwd": "new_password_again"})
            o, n, a = r.get("oldPwd"), r.get("newPwd"), r.get("confirmPwd")
            if r.get("formToken") != w.pop("pwtoken", None):
                errs["form"] = "表單重複送出或已失效"
            if o != t.portal_password:
                errs["oldPwd"] = "舊密碼不正確"
            if len(n) < 8 or not re.search("[A-Za-z]", n) or not re.search("[0-9]", n):
                errs["newPwd"] = "新密碼須至少8個字元且包含英文及數字"
            elif n == o:
                errs["newPwd"] = "新密碼不可與舊密碼相同"
            if n != a:
                errs["confirmPwd"] = "兩次輸入之新密碼不一致"
            if not errs:
                t.portal_password = n
                t.counts["password_changed"] += 1
                w["flash"] = "密碼已修改，請牢記您的新密碼。"
                return redirect("/hrself/done.htm?SESSION=" + tk, status=303)
            t.counts["password_refused"] += 1
        w["pwtoken"] = secrets.token_hex(8)
        body = f"""{self._errors('passwordForm', errs)}
<form id="passwordForm" action="/hrself/password.htm?SESSION={tk}" method="post">
<table>
<tr><td><label for="oldPwd">請輸入舊密碼：</label></td><td><input id="oldPwd" name="oldPwd" type="password" value=""/></td><td>{self._field_err(errs, 'oldPwd')}</td></tr>
<tr><td><label for="newPwd">請輸入新密碼：</label></td><td><input id="newPwd" name="newPwd" type="password" value=""/></td><td>{self._field_err(errs, 'newPwd')}</td></tr>
<tr><td><label for="confirmPwd">請再輸入新密碼：</label></td><td><input id="confirmPwd" name="confirmPwd" type="password" value=""/></td><td>{self._field_err(errs, 'confirmPwd')}</td></tr>
<tr><td>密碼強度檢核：</td><td colspan="2"><meter min="0" max="4" value="0"></meter></td></tr>
</table>
<p>密碼設定條件：</p><ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol>
<input type="hidden" name="formToken" value="{w['pwtoken']}"/>
<input type="submit" value="送出"/> <input type="reset" value="清除"/>
</form>"""
        return self._jsp("更改密碼", body, nav)

    def _contact(self, r, w, tk, nav):
        errs, t, note = {}, self.truth, ""
        names = {"engLastName": "english_surname", "engFirstName": "english_given", "engMiddleName": "english_middle",
                 "officeTel": "office_phone", "homeTel": "home_phone", "mobileTel": "mobile_phone"}
        if r.method == "POST":
            self.takes(r, mobileTel="mobile_phone")
            if r.get("formToken") != w.pop("cttoken", None):
                errs["form"] = "表單重複送出或已失效"
            if not all(r.has(n) for n in names):
                errs["form"] = "欄位不完整"
            if not re.fullmatch(r"09\d{8}", r.get("mobileTel")):
                errs["mobileTel"] = "行動電話須為09開頭之10碼數字"
            if not re.fullmatch(r"[A-Za-z' -]+", r.get("engLastName")):
                errs["engLastName"] = "英文姓請輸入英文字母"
            if not errs:
                t.saved_contact = {v: r.get(k) for k, v in names.items()}
                t.counts["contact_saved"] += 1
                w["flash"] = "連絡資料異動成功。"
                return redirect("/hrself/contact.htm?SESSION=" + tk, status=303)
        if w["flash"]:
            note, w["flash"] = f'<div class="info">{w["flash"]}</div>', ""
        w["cttoken"] = secrets.token_hex(8)
        val = {k: h(r.get(k) if errs else t.saved_contact.get(v, getattr(t.person, v))) for k, v in names.items()}

        def line(k, label, hint):
            return f'<p><label for="{k}">{label}：</label> <input id="{k}" name="{k}" type="text" value="{val[k]}" maxlength="40"/> <small>{hint}</small> {self._field_err(errs, k)}</p>'
        body = f"""{note}{self._errors('contactForm', errs)}
<form id="contactForm" action="/hrself/contact.htm?SESSION={tk}" method="post">
<p><label>員工編號：</label> <input type="text" value="{t.person.employee_id}" disabled="disabled"/></p><p><label>姓名：</label> {t.person.name}</p>
{line('engLastName', '英文姓', 'ex:Chen(陳)')}
{line('engFirstName', '英文首名', 'ex: Yi-Fen(怡芬)')}
{line('engMiddleName', '英文中名', 'ex:Mary 為英文別名，如無，可不填')}
{line('officeTel', '辦公室電話', 'ex:61234或23123456')}
{line('homeTel', '住宅電話', 'ex:0223123456')}
{line('mobileTel', '行動電話', 'ex:0952000000 (如離職或更換門號，請記得調整此欄位)')}
<input type="hidden" name="formToken" value="{w['cttoken']}"/>
<button type="submit">異動儲存</button>
</form>"""
        return self._jsp("維護個人連絡資料", body, nav)

    # =============================================== account: a web flow
    def account(self, r):
        st = self._static(r)
        if st:
            return st
        p, sid, head = r.path.split(";")[0], r.cookies.get("ACCTSID", ""), []
        if p == "/":
            return redirect("/account/home.htm")
        if sid not in self.flows:
            sid = secrets.token_hex(12)
            self.flows[sid] = {"proved": False, "step": 1, "flow": 0, "emp": "", "code": "", "at": 0, "msg": "", "kind": "enable"}
            head = [("Set-Cookie", f"ACCTSID={sid}; Path=/; HttpOnly")]
        f = self.flows[sid]
        if p == "/account/home.htm":
            return self._home(head)
        if p in ("/account/enable.htm", "/account/reset.htm"):
            f["kind"] = p.split("/")[-1][:-4]
            if "execution" not in r.query:
                f.update(flow=f["flow"] + 1, step=1, state="ask", msg="", emp="")
                return redirect(f"{p}?execution=e{f['flow']}s1", *head)
            return self._flow(r, p, sid, f, head)
        return Response("HTTP Status 404", 404)

    def _home(self, head):
        return self._jsp("網路帳號服務", """<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<h3>《規範》</h3><ul><li>網路帳號不可借用，使用本帳號發信、登入VPN等，依本院資安規定進行系統記錄。</li><li>請勿冒用院內同仁申請網路帳號。</li></ul>
<h3>《常見問題與服務》</h3><p><b>密碼修改後多久可以生效</b>：即時生效。</p><p><b>忘記密碼</b>：請以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p>
<table cellpadding="6"><tr><td><a href="/account/enable.htm">啟用網路帳號及首次雲端帳號密碼設定</a></td><td>啟用本院微軟相關服務，如：Office365, Outlook...</td></tr>
<tr><td><a href="/account/reset.htm">重置雲端服務密碼</a></td><td>重設非Portal帳號的密碼</td></tr>
<tr><td><a href="#">總院廠商VPN展延申請</a></td><td>總院廠商VPN到期，重新啟用申請。</td></tr></table>""", head=head)

    def _flow(self, r, p, sid, f, head):
        key = f"e{f['flow']}s{f['step']}"
        if r.method == "POST":
            self.takes(r, netAccount="employee_id", mobileNo="registered_phone", otp="code", mailName="alias", cloudPwd="cloud_password", cloudPwd2="cloud_password_again")
            if r.query.get("execution") != key or r.get("flowKey") != key:
                f.update(flow=f["flow"] + 1, step=1, state="ask", msg="流程已失效，請重新開始。", proved=False)
                self.truth.sessions.discard("account:" + sid)
                return redirect(f"{p}?execution=e{f['flow']}s1")
            event = next((k[9:] for k, _ in r.form if k.startswith("_eventId_")), "")
            f["msg"], f["errs"] = "", {}
            if self._event(r, event, sid, f) == "end":
                return redirect("/account/home.htm", ("Set-Cookie", "ACCTSID=; Path=/; Max-Age=0"))
            f["step"] += 1
            return redirect(f"{p}?execution=e{f['flow']}s{f['step']}", status=303)
        if r.query.get("execution") != key:
            return redirect(f"{p}?execution={key}", *head)
        return self._view(p, key, f, head)

    def _event(self, r, ev, sid, f):
        t, state = self.truth, f.get("state", "ask")
        errs = f["errs"]
        if state == "ask" and ev in ("sms", "next"):
            f["emp"] = r.get("netAccount").strip()
            if f["emp"] != t.person.employee_id:
                errs["netAccount"] = "網路帳號不存在"
                if ev == "next":
                    t.counts["code_refused"] += 1
            elif ev == "sms":
                f["state"] = "phone"
            elif f["code"] and time.time() - f["at"] > 120:
                errs["otp"] = "動態碼已超過有效時間"
                t.counts["code_refused"] += 1
            elif not f["code"] or r.get("otp").strip() != f["code"]:
                errs["otp"] = "動態碼不正確"
                t.counts["code_refused"] += 1
            else:
                f.update(code="", proved=True, state="form")
                t.sessions.add("account:" + sid)
                t.counts["code_accepted"] += 1
        elif state == "phone" and ev == "send":
            if r.get("mobileNo").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                errs["mobileNo"] = "手機門號與登記門號不同"
            else:
                f.update(code=t.new_message(), at=time.time(), state="sent")
        elif state in ("phone", "sent"):
            f["state"] = "ask"
        elif state == "form" and f["proved"]:
            if ev == "cancel":
                del self.flows[sid]
                t.sessions.discard("account:" + sid)
                t.counts["sign_out_account"] += 1
                return "end"
            a, b, m = r.get("cloudPwd"), r.get("cloudPwd2"), r.get("mailName").strip()
            if f["kind"] == "enable" and t.alias:
                errs["form"] = "雲端服務已啟用過，無法再次設定"
                return ""
            if f["kind"] == "reset" and not t.alias:
                errs["form"] = "尚未啟用雲端服務帳號，請先啟用"
                return ""
            if f["kind"] == "enable":
                f["mail"] = m
                if not re.fullmatch(r"[A-Za-z][\w.-]{1,63}", m, re.A):
                    errs["mailName"] = "電子郵件名稱僅可使用英文、數字、點、底線、減號"
                elif m.lower() == "taken.name":
                    errs["mailName"] = "電子郵件名稱已被他人使用"
            if len(a) < 8 or not re.search("[A-Za-z]", a) or not re.search("[0-9]", a):
                errs["cloudPwd"] = "密碼須至少8個字元且包含英文及數字"
            if a != b:
                errs["cloudPwd2"] = "兩次密碼不一致"
            if not errs and f["kind"] == "enable" and ev == "enable":
                t.alias, t.cloud_password = m, a
                t.counts["activated"] += 1
                f["msg"] = "雲端服務啟用作業完成"
            elif not errs and ev == "reset":
                t.cloud_password = a
                f["msg"] = "雲端服務密碼重置作業完成"
        return ""

    def _view(self, p, key, f, head):
        errs, state, t = f.get("errs", {}), f.get("state", "ask"), self.truth
        top = self._errors("flowForm", errs) + (f'<div class="info">{f["msg"]}</div>' if f["msg"] else "")
        start = f'{top}<form id="flowForm" action="{p}?execution={key}" method="post"><input type="hidden" name="flowKey" value="{key}"/>'
        title = "啟用網路帳號及首次雲端帳號密碼設定" if f["kind"] == "enable" else "重置雲端服務密碼"
        if state == "ask":
            return self._jsp(title, f"""{start}
<h4>注意事項</h4><ul><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul>
<p><label for="netAccount">網路帳號 / 主職員工編號</label> <input id="netAccount" name="netAccount" type="text" value="{h(f['emp'])}"/> <input type="submit" name="_eventId_sms" value="發送簡訊動態碼"/> {self._field_err(errs, 'netAccount')}</p>
<p><label for="otp">簡訊(或MOTP)動態碼</label> <input id="otp" name="otp" type="text" value="" maxlength="8" autocomplete="off"/> {self._field_err(errs, 'otp')}</p>
<p><input type="submit" name="_eventId_next" value="下一步"/></p></form><p><a href="/account/home.htm">回首頁</a></p>""", head=head)
        if state == "phone":
            return self._jsp(title, f"""{start}
<p><label for="mobileNo">請輸入帳號登記的手機門號(10碼)</label> <input id="mobileNo" name="mobileNo" type="text" value="" maxlength="10"/> {self._field_err(errs, 'mobileNo')}</p>
<p><input type="submit" name="_eventId_send" value="確定發送"/> <input type="submit" name="_eventId_back" value="取消"/></p></form>""")
        if state == "sent":
            return self._jsp("動態碼簡訊發送成功", f"""{start}
<p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p><p><input type="submit" name="_eventId_ok" value="確定"/></p></form>""")
        q = t.person
        facts = f"<table border=\"1\" cellpadding=\"4\"><tr><td>網路帳號 / 主職員工編號</td><td>{q.employee_id}</td></tr><tr><td>帳號姓名</td><td>{q.name}</td></tr><tr><td>主職單位</td><td>{q.unit}</td></tr><tr><td>有效期限</td><td>{q.valid_until}</td></tr>"
        pw = f"""<p><label for="cloudPwd">設定雲端服務密碼</label> <input id="cloudPwd" name="cloudPwd" type="password" value=""/> {self._field_err(errs, 'cloudPwd')}</p>
<p><label for="cloudPwd2">再次輸入雲端服務密碼</label> <input id="cloudPwd2" name="cloudPwd2" type="password" value=""/> {self._field_err(errs, 'cloudPwd2')}</p>"""
        leave = '<input type="submit" name="_eventId_cancel" value="結束並離開"/>'
        if f["kind"] == "reset":
            done = bool(f["msg"])
            return self._jsp(title, start + facts + "</table>" + ("" if done else pw + '<input type="submit" name="_eventId_reset" value="確定重置"/> ') + leave + "</form>")
        if t.alias:
            return self._jsp("設定密碼與郵件別名", start + facts + f"<tr><td>雲端服務帳號 (電子郵件名稱)</td><td>{h(t.alias)}@ntuh.gov.tw</td></tr><tr><td>雲端服務狀態</td><td>啟用完畢</td></tr></table><p>服務於設定完成隔日生效</p>{leave}</form>")
        return self._jsp("設定密碼與郵件別名", f"""{start}<p>雲端服務帳號說明：</p><ol><li>雲端服務帳號為跨體系使用。</li><li>服務於設定完成隔日生效。</li></ol>{facts}</table>
<p><label for="mailName">雲端服務帳號 (電子郵件名稱)</label> <input id="mailName" name="mailName" type="text" value="{h(f.get('mail', ''))}" maxlength="64"/>@ntuh.gov.tw 名稱長度限64字元內 {self._field_err(errs, 'mailName')}</p>
{pw}<p><input type="submit" name="_eventId_enable" value="啟用雲端服務"/> <input type="submit" name="_eventId_cancel" value="取消啟用"/></p></form>""")

    # =============================================== mail
    def mail(self, r):
        st = self._static(r)
        if st:
            return st
        p, t, sid, head, errs = r.path, self.truth, r.cookies.get("MAILSID", ""), [], {}
        if p == "/":
            return redirect("/mail/signin.htm")
        if p == "/mail/captcha.png":
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5), "PNG"), kind="image/png")
        if sid not in self.boxes:
            sid = secrets.token_hex(10)
            self.boxes[sid] = {"in": False, "csrf": secrets.token_hex(10)}
            head = [("Set-Cookie", f"MAILSID={sid}; Path=/; HttpOnly")]
        b = self.boxes[sid]
        csrf = f'<input type="hidden" name="_csrf" value="{b["csrf"]}"/>'
        if p == "/mail/inbox.htm":
            if not b["in"]:
                return redirect("/mail/signin.htm", *head)
            return self._jsp("收件匣", f'<p>{h(t.alias)}@ntuh.gov.tw</p><table><tr><td>沒有新郵件</td></tr></table><form action="/mail/signout.htm" method="post">{csrf}<button type="submit">登出</button></form>')
        if p == "/mail/signout.htm" and r.method == "POST":
            self.takes(r)
            if b["in"] and r.get("_csrf") == b["csrf"]:
                del self.boxes[sid]
                t.sessions.discard("mail:" + sid)
                t.counts["sign_out_mail"] += 1
            return redirect("/mail/signin.htm")
        if p != "/mail/signin.htm":
            return Response("HTTP Status 404", 404)
        if r.method == "POST":
            self.takes(r, mailId="mail_account", mailPwd="mail_password", verify="captcha")
            want, t.captcha = t.captcha, ""
            if r.get("_csrf") != b["csrf"]:
                return Response("HTTP Status 403 - Invalid CSRF Token", 403)
            if not want or r.get("verify") != want:
                errs["verify"] = "驗證碼輸入錯誤"
            elif not t.alias or r.get("mailId").replace("@ntuh.gov.tw", "") != t.alias or r.get("mailPwd") != t.cloud_password:
                errs["mailId"] = "帳號或密碼不正確"
            else:
                b["in"] = True
                t.sessions.add("mail:" + sid)
                t.counts["mail_sign_in"] += 1
                return redirect("/mail/inbox.htm", status=303)
        return self._jsp("電子郵件登入", f"""{self._errors('mailForm', errs)}<form id="mailForm" action="/mail/signin.htm" method="post">{csrf}
<p><label for="mailId">帳號:</label> <input id="mailId" name="mailId" type="text" value="{h(r.get('mailId'))}"/></p>
<p><label for="mailPwd">密碼:</label> <input id="mailPwd" name="mailPwd" type="password" value=""/></p>
<p><label for="verify">驗證碼(小寫字母或數字):</label> <input id="verify" name="verify" type="text" value=""/> <img src="/mail/captcha.png?{secrets.randbelow(9999)}" alt=""/></p>
<p><input id="remember1" name="remember" type="checkbox" value="true"/><input type="hidden" name="_remember" value="on"/> <label for="remember1">記住登入資訊 (公用電腦請勿勾選)</label></p>
<input type="submit" value="登入"/></form><h4>公佈欄</h4><p>※如無法登入，請先變更密碼。</p>""", head=head)

"""A HIS vendor's Java product of 2018: Struts 2 actions, JSP, EasyUI trimmings, frames for menu and work area, one-time tokens."""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture

EASYUI = """var $ = window.jQuery = function () { return { ready: function (f) { f(); } }; };
$.messager = { alert: function (title, msg, icon) { window.alert(msg); } };
"""


def jsp(title: str, body: str, klass: str = "easyui-layout", message: str = "", icon: str = "error") -> Response:
    tail = f"""<script type="text/javascript">
	$.messager.alert('系統訊息', '{message}', '{icon}');
</script>
""" if message else ""
    return Response(f"""


<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<meta http-equiv="X-UA-Compatible" content="IE=8">
<title>{title}</title>
<link rel="stylesheet" type="text/css" href="/static/easyui/themes/metro/easyui.css">
<script type="text/javascript" src="/static/easyui/jquery.easyui.min.js"></script>
</head>
<body class="{klass}">
{body}
{tail}</body>
</html>
""", kind="text/html;charset=UTF-8", headers=[("Pragma", "No-cache"), ("Cache-Control", "no-cache"), ("Server", "Apache-Coyote/1.1")])


def frames(title: str, inside: str) -> Response:
    return Response(f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Frameset//EN" "http://www.w3.org/TR/html4/frameset.dtd">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><title>{title}</title></head>
{inside}
</html>""", kind="text/html;charset=UTF-8")


def found(to: str, cookie: str = "") -> Response:
    return Response("", 302, headers=[("Location", to), *([("Set-Cookie", cookie)] if cookie else [])])


class TheSite(Site):
    title = "hospital_his_vendor_java_2018"
    ROOT = {"portal": "/his", "inner": "/empinfo", "account": "/acct", "mail": "/webmail"}

    def __init__(self) -> None:
        super().__init__()
        self.http: dict[str, dict[str, dict]] = {k: {} for k in self.ROOT}
        self.sso: dict[str, str] = {}

    # ------------------------------------------------------------------ servlet container
    def begin(self, q: Request) -> tuple[str, str, dict, bool]:
        path, _, tail = q.path.partition(";")
        sid = q.cookies.get("JSESSIONID", "") or tail.removeprefix("jsessionid=")
        if sid in self.http[q.host]:
            return path, sid, self.http[q.host][sid], False
        sid = secrets.token_hex(16).upper()
        self.http[q.host][sid] = {"tokens": {}}
        return path, sid, self.http[q.host][sid], True

    def finish(self, q: Request, sid: str, new: bool, answer: Response) -> Response:
        if new:
            answer.headers.append(("Set-Cookie", f"JSESSIONID={sid}; Path={self.ROOT[q.host]}; HttpOnly"))
        return answer

    def plain(self, q: Request) -> Response | None:
        if q.path.startswith("/static/"):
            return Response(EASYUI if q.path.endswith(".js") else ".panel-title{font-weight:bold}.errorMessage{color:#c00}", kind="application/javascript" if q.path.endswith(".js") else "text/css")
        if q.path == "/":
            return Response(f'<html><head><meta http-equiv="refresh" content="0;url={self.ROOT[q.host]}/"></head><body></body></html>')
        return None

    def token(self, s: dict, form: str) -> str:
        s["tokens"][form] = secrets.token_hex(16).upper()
        return f'<input type="hidden" name="struts.token.name" value="{form}Token" />\n<input type="hidden" name="{form}Token" value="{s["tokens"][form]}" />'

    def spend(self, s: dict, form: str, q: Request) -> bool:
        kept = s["tokens"].pop(form, None)
        return kept is not None and kept == q.get(f"{form}Token") and q.get("struts.token.name") == f"{form}Token"

    def not_found(self, path: str) -> Response:
        return Response(f"<html><head><title>Apache Tomcat/7.0.82 - Error report</title></head><body><h1>HTTP Status 404 - {escape(path)}</h1><hr size='1'></body></html>", 404)

    def kick(self, text: str, to: str) -> Response:
        return Response(f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"></head><body><script type="text/javascript">alert("{text}");top.location.href="{to}";</script></body></html>')

    # ------------------------------------------------------------------ portal
    def portal(self, q: Request) -> Response:
        if fixed := self.plain(q):
            return fixed
        path, sid, s, new = self.begin(q)
        return self.finish(q, sid, new, self.his(q, path, sid, s))

    def his(self, q: Request, path: str, sid: str, s: dict) -> Response:
        t = self.truth
        if path in ("/his/", "/his"):
            return frames("醫療資訊系統", f'<frameset rows="*,0" border="0" frameborder="no"><frame name="hisMain" src="/his/loginInit.action;jsessionid={sid}"><frame name="hisKeep" src="/his/keep.jsp"><noframes><body>請使用支援框架的瀏覽器 <a href="/his/loginInit.action">登入</a></body></noframes></frameset>')
        if path == "/his/keep.jsp":
            return Response("<html><body></body></html>")
        if path == "/his/kaptcha.jpg":
            return Response(picture(s["kaptcha"], "JPEG", (150, 44)), kind="image/jpeg") if s.get("kaptcha") else self.not_found(path)
        if path == "/his/loginInit.action":
            return self.sign_in(s, sid)
        if path == "/his/login.action" and q.method == "POST":
            self.takes(q, **{"loginVO.userId": "employee_id", "loginVO.passwd": "portal_password", "loginVO.verifyCode": "captcha", "loginVO.hospCode": "campus"})
            code = s.pop("kaptcha", "")
            why = ""
            if not self.spend(s, "login", q):
                why = "表單已失效，請重新輸入 (Invalid token)"
            elif not code or code != t.captcha or code.lower() != q.get("loginVO.verifyCode").strip().lower():
                why = "驗證碼輸入錯誤 (E0102)"
            elif not q.get("loginVO.hospCode"):
                why = "請選擇院區 (E0103)"
            elif q.get("loginVO.hospCode") != "T0" or q.get("loginVO.userId").strip() != t.person.employee_id or q.get("loginVO.passwd") != t.portal_password:
                why = "使用者不存在或密碼錯誤 (E0101)"
            if why:
                t.counts["sign_in_refused"] += 1
                return self.sign_in(s, sid, why, q.get("loginVO.userId"))
            fresh = secrets.token_hex(16).upper()
            self.http["portal"][fresh] = {"tokens": {}, "user": t.person.employee_id, "out": secrets.token_hex(8)}
            self.http["portal"].pop(sid, None)
            t.sessions.add(f"portal:{fresh}")
            t.counts["sign_in"] += 1
            answer = Response('<html><body><script type="text/javascript">top.location.href = "/his/desktop.action";</script></body></html>')
            answer.headers.append(("Set-Cookie", f"JSESSIONID={fresh}; Path=/his; HttpOnly"))
            return answer
        if not s.get("user"):
            return self.kick("連線逾時，請重新登入", "/his/")
        if path == "/his/desktop.action":
            return frames("HIS 桌面", """<frameset rows="52,*" border="0" frameborder="0">
	<frame name="topFrame" src="/his/frame/top.action" scrolling="no" noresize>
	<frameset cols="210,*" id="mid">
		<frame name="menuFrame" src="/his/frame/menu.action" noresize>
		<frame name="mainFrame" src="/his/frame/welcome.action">
	</frameset>
</frameset>""")
        if path == "/his/frame/top.action":
            return jsp("top", f"""<table width="100%" bgcolor="#2d5f8b"><tr><td><font color="#fff"><b>NTUH HIS 5.2</b></font></td><td align="right"><font color="#fff">您好! {t.person.name} ({t.person.employee_id})</font> <a href="/his/frame/welcome.action" target="mainFrame">首頁</a> | <a href="/his/logout.action?tk={s['out']}" target="_top" onclick="return confirm('確定要離開系統嗎?')"><img src="/static/img/exit.png" alt="" border="0"/>登出</a></td></tr></table>""", "top")
        if path == "/his/frame/menu.action":
            return self.menu()
        if path == "/his/frame/welcome.action":
            return jsp("welcome", """<div class="panel"><div class="panel-header"><div class="panel-title">全院公告</div></div><div class="panel-body"><table class="datagrid-btable" width="100%"><tr><td>日期</td><td>標題</td></tr><tr><td>2018/10/21</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr><tr><td>2018/08/13</td><td>HIS 5.2 上線說明</td></tr></table></div></div><p>總院差勤待簽 0 未核准 0 被駁回 0 / 總院Workflow待簽 0</p>""")
        if path == "/his/logout.action":
            if q.query.get("tk") != s["out"]:
                return self.kick("不正確的操作", "/his/desktop.action")
            del self.http["portal"][sid]
            t.sessions.discard(f"portal:{sid}")
            t.counts["sign_out_portal"] += 1
            return found("/his/", "JSESSIONID=; Path=/his; Max-Age=0")
        if path == "/his/um/pwd.action":
            return self.pwd(q, s)
        if path == "/his/sso.action" and q.query.get("fid") == "HR0206":
            key = secrets.token_hex(20)
            self.sso[key] = sid
            return found(f"{self.urls['inner']}/empinfo/contact.action?ssoKey={key}")
        if path == "/his/todo.action":
            self.takes(q)
            return jsp("訊息", '<ul class="errorMessage"><li><span>您沒有此功能權限，請洽單位主管</span></li></ul>')
        return self.not_found(path)

    def sign_in(self, s: dict, sid: str, why: str = "", user: str = "") -> Response:
        s["kaptcha"] = self.truth.new_captcha()
        return jsp("登入", f"""<div class="panel window" style="width:420px;margin:60px auto"><div class="panel-header"><div class="panel-title">醫療資訊系統 Hospital Information System</div></div><div class="panel-body">
<form id="loginForm" name="loginForm" action="/his/login.action;jsessionid={sid}" method="post">
{self.token(s, "login")}
<table class="wwFormTable"><tr><td class="tdLabel"><label for="loginForm_hosp" class="label">院區:</label></td><td><select name="loginVO.hospCode" id="loginForm_hosp" class="easyui-combobox">
	<option value="">-- 請選擇 --</option>
	<option value="T0">總院區</option>
	<option value="T2">北護分院</option>
	<option value="T4">新竹分院</option>
	<option value="Y0">雲林分院</option>
</select></td></tr>
<tr><td class="tdLabel"><label for="loginForm_userId" class="label">帳號<span class="required">*</span>:</label></td><td><input type="text" name="loginVO.userId" maxlength="6" value="{escape(user)}" id="loginForm_userId" class="easyui-textbox" data-options="iconCls:'icon-man'"/></td></tr>
<tr><td class="tdLabel"><label for="loginForm_pw" class="label">密碼<span class="required">*</span>:</label></td><td><input type="password" name="loginVO.passwd" id="loginForm_pw" class="easyui-textbox" data-options="iconCls:'icon-lock'"/></td></tr>
<tr><td class="tdLabel"><label for="loginForm_vc" class="label">驗證碼<span class="required">*</span>:</label></td><td><input type="text" name="loginVO.verifyCode" size="8" maxlength="6" autocomplete="off" id="loginForm_vc"/><img id="kaptchaImage" src="/his/kaptcha.jpg;jsessionid={sid}?{secrets.randbelow(99)}" align="absmiddle"/> <a href="/his/loginInit.action">看不清楚</a><br/>(不用區分大小寫)</td></tr>
<tr><td colspan="2" align="center"><button type="submit" class="l-btn l-btn-small"><span class="l-btn-left"><span class="l-btn-text">系統登入</span><span class="l-btn-icon icon-ok">&nbsp;</span></span></button></td></tr></table></form></div></div>""", "login", why)

    def menu(self) -> Response:
        tree = {"醫療系統": [("門診醫囑", "/his/todo.action?fid=OP0101"), ("住院醫囑", "/his/todo.action?fid=IP0101")],
                "行政系統": [("差勤系統", "/his/todo.action?fid=HR0101"), ("表單下載", "/his/todo.action?fid=HR0103")],
                "個人管理": [("更改密碼", "/his/um/pwd.action?fid=UM0101"), ("個人簽章提醒設定", "/his/todo.action?fid=UM0103"), ("查詢員工連絡資料", "/his/todo.action?fid=HR0205"), ("維護個人連絡資料", "/his/sso.action?fid=HR0206"), ("個人追蹤名單", "/his/todo.action?fid=UM0107"), ("權限更改申請(總院)", "/his/todo.action?fid=UM0109")]}
        lists = "".join(f'<li><span>{g}</span>\n<ul>' + "".join(f'<li iconCls="icon-node"><a href="{to}" target="mainFrame">{w}</a></li>\n' for w, to in items) + "</ul></li>\n" for g, items in tree.items())
        return jsp("menu", f"""<form name="quickForm" action="/his/todo.action" method="get" target="mainFrame">功能代碼 <input name="fid" size="8" maxlength="6"/><input type="submit" value="Go"/></form>
<ul id="funcTree" class="easyui-tree">{lists}</ul>""", "menu")

    def pwd(self, q: Request, s: dict) -> Response:
        why, t = "", self.truth
        if q.method == "POST":
            self.takes(q, oldPwd="old_password", newPwd="new_password", newPwd2="new_password_again")
            fresh, n = self.spend(s, "pwd", q), q.get("newPwd")
            if not fresh:
                why = "請勿重複送出表單"
            elif q.get("oldPwd") != t.portal_password:
                why = "舊密碼驗證失敗"
            elif n != q.get("newPwd2"):
                why = "兩次新密碼輸入不一致"
            elif len(n) < 8 or not re.search("[A-Za-z]", n) or not re.search(r"\d", n):
                why = "新密碼強度不足"
            if not why:
                t.portal_password = n
                t.counts["password_changed"] += 1
                return jsp("更改密碼", """<div class="panel"><div class="panel-title">更改密碼</div><ul class="actionMessage"><li><span>處理結果：密碼異動成功 (I0001)</span></li></ul><a href="/his/frame/welcome.action">回功能選單</a></div>""")
            t.counts["password_refused"] += 1
        error = f'<ul class="errorMessage"><li><span>{why}</span></li></ul>' if why else ""
        return jsp("更改密碼", f"""<div class="panel"><div class="panel-title">UM0101 更改密碼</div>{error}<form id="pwdForm" name="pwdForm" action="/his/um/pwd.action?fid=UM0101" method="post">{self.token(s, "pwd")}<table class="wwFormTable">
<tr><td class="tdLabel">請輸入舊密碼：</td><td><input type="password" name="oldPwd" class="easyui-validatebox" required="true"/></td></tr><tr><td class="tdLabel">請輸入新密碼：</td><td><input type="password" name="newPwd" class="easyui-validatebox"/></td></tr><tr><td class="tdLabel">請再輸入新密碼：</td><td><input type="password" name="newPwd2" class="easyui-validatebox" validType="equals['#newPwd']"/></td></tr><tr><td class="tdLabel">密碼強度檢核：</td><td><div class="easyui-progressbar"></div></td></tr></table>
<input type="submit" id="pwdForm_0" value="存檔"/> <input type="reset" value="清除"/></form><p>密碼設定條件：<br/>1.密碼長度不可少於8個字元<br/>2.密碼內容需包含英文及數字</p><a href="/his/frame/welcome.action">回功能選單</a> <a href="/his/logout.action?tk={s['out']}" target="_top">登出系統</a></div>""")

    # ------------------------------------------------------------------ inner: employee information
    def inner(self, q: Request) -> Response:
        if fixed := self.plain(q):
            return fixed
        path, sid, s, new = self.begin(q)
        if path != "/empinfo/contact.action":
            return self.not_found(path)
        if key := q.query.get("ssoKey"):
            s["owner"] = self.sso.pop(key, s.get("owner", ""))
        if s.get("owner") not in self.http["portal"]:
            return self.kick("SSO 驗證失敗，請由 HIS 桌面進入", self.urls["portal"] + "/his/")
        return self.finish(q, sid, new, self.contact(q, sid, s))

    def contact(self, q: Request, sid: str, s: dict) -> Response:
        t, p, why, done = self.truth, self.truth.person, "", False
        spec = (("engLastName", "english_surname", "英文姓", "ex:Chen(陳)"), ("engFirstName", "english_given", "英文首名", "ex: Yi-Fen(怡芬)"), ("engMiddleName", "english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填"),
                ("officeTel", "office_phone", "辦公室電話", "ex:61234或23123456"), ("homeTel", "home_phone", "住宅電話", "ex:0223123456"), ("mobileNo", "mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))
        values = {f: t.saved_contact.get(k, getattr(p, k)) for f, k, _, _ in spec}
        if q.method == "POST":
            self.takes(q, **{"empVO.mobileNo": "mobile_phone"})
            if not self.spend(s, "contact", q):
                why = "表單已失效，請重新查詢後再儲存"
            elif q.get("act") == "save":
                values = {f: q.get(f"empVO.{f}").strip() for f in values}
                if not all(q.has(f"empVO.{f}") for f in values) or q.get("empVO.empNo") != p.employee_id:
                    why = "資料不完整，無法存檔"
                elif not re.fullmatch(r"09\d{8}", values["mobileNo"]):
                    why = "行動電話格式有誤"
                else:
                    t.saved_contact.update({k: values[f] for f, k, _, _ in spec})
                    t.counts["contact_saved"] += 1
                    done = True
        rows = "".join(f"""<tr><th align="right">{w}：</th><td><input type="text" name="empVO.{f}" value="{escape(values[f])}" maxlength="{10 if f == "mobileNo" else 40}" id="contactForm_{f}"/></td><td><font color="gray">{hint}</font></td></tr>\n""" for f, _, w, hint in spec)
        return jsp("維護個人連絡資料", f"""<div class="panel"><div class="panel-title">HR0206 台大醫院---維護個人連絡資料</div>
<form name="contactForm" action="/empinfo/contact.action;jsessionid={sid}" method="post"><input type="hidden" name="act" value="query"/><input type="hidden" name="empVO.empNo" value="{p.employee_id}"/>{self.token(s, "contact")}
<div class="datagrid-toolbar"><input type="button" value="異動儲存" class="l-btn" onclick="document.contactForm.act.value='save';document.contactForm.submit();"/></div>
<table><tr><th align="right">員工編號：</th><td>{p.employee_id}</td><td>姓名：{p.name}</td></tr>
{rows}</table></form><a href="{self.urls['portal']}/his/desktop.action" target="_top">回功能選單</a></div>""", message=why or ("異動資料已寫入 (I0002)" if done else ""), icon="error" if why else "info")

    # ------------------------------------------------------------------ account
    def account(self, q: Request) -> Response:
        if fixed := self.plain(q):
            return fixed
        path, sid, s, new = self.begin(q)
        return self.finish(q, sid, new, self.acct(q, path, sid, s))

    def acct(self, q: Request, path: str, sid: str, s: dict) -> Response:
        t = self.truth
        if path in ("/acct/", "/acct", "/acct/index.action"):
            return jsp("網路帳號服務", """<div class="panel"><h2>網路帳號服務平台</h2><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><p>適用功能：本院雲端服務、電子郵件信箱、VPN、數位學習及院內非Portal之業務</p>
<div class="easyui-accordion"><div title="規範"><h3>《規範》</h3>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<ol><li>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置</li><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li></ol></div>
<div title="FAQ"><h3>《常見問題與服務》</h3><b>密碼修改後多久可以生效</b><br/>即時生效。<br/><b>忘記密碼</b><br/>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</div></div>
<table cellpadding="8"><tr><td><form action="/acct/start.action" method="post"><input type="hidden" name="svc" value="OPEN"/><button type="submit" class="l-btn"><span class="l-btn-text">啟用網路帳號及首次雲端帳號密碼設定</span></button></form></td><td>啟用本院微軟相關服務，如：Office365, Outlook...</td></tr><tr><td><form action="/acct/start.action" method="post"><input type="hidden" name="svc" value="RESET"/><button type="submit" class="l-btn"><span class="l-btn-text">重置雲端服務密碼</span></button></form></td><td>重設非Portal帳號的密碼</td></tr><tr><td><button type="button" disabled="disabled">總院廠商VPN展延申請</button></td><td>請洽資訊室</td></tr></table></div>""")
        if path == "/acct/start.action" and q.method == "POST":
            self.takes(q)
            if q.get("svc") not in ("OPEN", "RESET"):
                return self.not_found(path)
            if s.pop("proved", None):
                t.sessions.discard(f"account:{sid}")
            s["svc"] = q.get("svc")
            return found("/acct/verify.action")
        if path == "/acct/exit.action":
            self.http["account"].pop(sid, None)
            if s.get("proved"):
                t.sessions.discard(f"account:{sid}")
                t.counts["sign_out_account"] += 1
            return found("/acct/", "JSESSIONID=; Path=/acct; Max-Age=0")
        if not s.get("svc"):
            return self.kick("請由首頁選擇服務項目", "/acct/")
        if path == "/acct/verify.action":
            return self.verify(q, sid, s)
        if path == "/acct/phone.action" and s.get("asked"):
            return self.phone(q, s)
        if not s.get("proved"):
            return self.kick("尚未通過身分驗證", "/acct/verify.action")
        if path == "/acct/alias.action" and s["svc"] == "OPEN":
            return self.alias(q, s)
        if path == "/acct/done.action":
            return jsp("完成", f"""<div class="panel"><div class="panel-title">作業結果</div><ul class="actionMessage"><li><span>交易成功 (I0003)：已為您建立 {escape(t.alias)}@ntuh.gov.tw，服務於隔日生效。</span></li></ul>{EXIT}</div>""")
        if path == "/acct/reset.action" and s["svc"] == "RESET":
            return self.reset(q, s)
        return self.not_found(path)

    def verify(self, q: Request, sid: str, s: dict) -> Response:
        t, why, box = self.truth, "", ""
        emp = q.get("verifyVO.empNo", s.get("asked", "")).strip()
        if q.method == "POST":
            self.takes(q, **{"verifyVO.empNo": "employee_id", "verifyVO.dynCode": "code"})
            if not self.spend(s, "verify", q):
                why = "頁面已失效，請重新操作"
            elif q.get("cmd") == "sms":
                if emp != t.person.employee_id:
                    why = "查無此網路帳號 / 主職員工編號"
                else:
                    s["asked"] = emp
                    box = """<div class="window" style="position:absolute;top:120px;left:200px;background:#fff;border:1px solid #95b8e7"><div class="panel-title">發送簡訊</div><iframe name="phoneFrame" src="/acct/phone.action" width="420" height="150" frameborder="0"></iframe></div>"""
            elif q.get("cmd") == "next":
                late = "code" in s and time.time() - s["at"] > 120
                if late or "code" not in s or emp != s.get("asked") or q.get("verifyVO.dynCode").strip() != s["code"]:
                    t.counts["code_refused"] += 1
                    why = "動態碼已過有效時間 (E0302)" if late else "動態碼比對不符 (E0301)"
                else:
                    t.counts["code_accepted"] += 1
                    s.pop("code")
                    s["proved"] = True
                    t.sessions.add(f"account:{sid}")
                    return found("/acct/alias.action" if s["svc"] == "OPEN" else "/acct/reset.action")
        sent = s.pop("sent", False)
        title = "啟用網路帳號及首次雲端帳號密碼設定" if s["svc"] == "OPEN" else "重置雲端服務密碼"
        error = f'<ul class="errorMessage"><li><span>{why}</span></li></ul>' if why else ""
        return jsp(title, f"""<div class="panel"><div class="panel-title">{title}</div><fieldset><legend>注意事項</legend><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></fieldset>{error}
<form id="verifyForm" name="verifyForm" action="/acct/verify.action" method="post">{self.token(s, "verify")}<table class="wwFormTable" border="1"><tr><td class="tdLabel"><label for="verifyForm_empNo">網路帳號 / 主職員工編號</label></td><td><input type="text" name="verifyVO.empNo" id="verifyForm_empNo" maxlength="6" value="{escape(emp)}"/></td><td><button type="submit" name="cmd" value="sms">發送簡訊動態碼</button></td></tr>
<tr><td class="tdLabel"><label for="verifyForm_dynCode">簡訊(或MOTP)動態碼</label></td><td><input type="text" name="verifyVO.dynCode" id="verifyForm_dynCode" maxlength="6" autocomplete="off"/></td><td><button type="submit" name="cmd" value="next">下一步</button></td></tr></table></form>{box}</div>""",
            message="動態碼簡訊發送成功\\n成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」" if sent else "", icon="info")

    def phone(self, q: Request, s: dict) -> Response:
        why = ""
        if q.method == "POST":
            self.takes(q, phoneNo="registered_phone")
            if not self.spend(s, "phone", q):
                why = "頁面已失效，請再輸入一次"
            elif q.get("phoneNo").strip() != self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone):
                why = "門號與登記資料不符"
            else:
                s.update(code=self.truth.new_message(), at=time.time(), sent=True)
                return Response('<html><body><script type="text/javascript">parent.location.href = "/acct/verify.action";</script></body></html>')
        error = f'<ul class="errorMessage"><li><span>{why}</span></li></ul>' if why else ""
        return jsp("phone", f"""{error}<form name="phoneForm" action="/acct/phone.action" method="post">{self.token(s, "phone")}<p>請輸入帳號登記的手機門號(10碼)</p><input type="text" name="phoneNo" maxlength="10"/><p><input type="submit" value="確定發送"/> <input type="button" value="取消" onclick="parent.location.href='/acct/verify.action'"/></p></form>""", "phone")

    @staticmethod
    def weak(word: str) -> bool:
        return len(word) < 8 or not re.search("[A-Za-z]", word) or not re.search(r"\d", word)

    def alias(self, q: Request, s: dict) -> Response:
        t, p, why = self.truth, self.truth.person, ""
        if q.method == "POST":
            self.takes(q, **{"cloudVO.mailName": "alias", "cloudVO.pwd": "cloud_password", "cloudVO.pwdAgain": "cloud_password_again"})
            name, word = q.get("cloudVO.mailName").strip(), q.get("cloudVO.pwd")
            if not self.spend(s, "alias", q):
                why = "請勿重複送出 (Invalid token)"
            elif q.get("cmd") == "cancel":
                return found("/acct/")
            elif t.alias:
                why = "雲端服務先前已啟用，不可再次啟用 (E0401)"
            elif self.weak(word):
                why = "雲端密碼需8碼以上並含英文及數字 (E0404)"
            elif word != q.get("cloudVO.pwdAgain"):
                why = "兩次雲端密碼不同 (E0405)"
            elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{0,63}", name):
                why = "電子郵件名稱含有不允許的字元 (E0402)"
            elif name.lower() == "taken.name":
                why = "電子郵件名稱已被其他同仁登記 (E0403)"
            else:
                t.alias, t.cloud_password = name, word
                t.counts["activated"] += 1
                return found("/acct/done.action")
        facts = "".join(f'<tr><td class="tdLabel">{k}</td><td>{escape(v)}</td></tr>' for k, v in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        error = f'<ul class="errorMessage"><li><span>{why}</span></li></ul>' if why else ""
        if t.alias:
            rest = f'<tr><td class="tdLabel">雲端服務帳號 (電子郵件名稱)</td><td><input type="text" value="{escape(t.alias)}" readonly="readonly" disabled="disabled"/>@ntuh.gov.tw</td></tr></table><p><font color="green">狀態：已於先前完成啟用，無需再設定。</font></p>'
        else:
            rest = f"""<tr><td class="tdLabel">設定雲端密碼</td><td><input type="password" name="cloudVO.pwd" autocomplete="new-password"/></td></tr><tr><td class="tdLabel">再次輸入雲端密碼</td><td><input type="password" name="cloudVO.pwdAgain" autocomplete="new-password"/></td></tr>
<tr><td class="tdLabel">雲端服務帳號 (電子郵件名稱)</td><td><input type="text" name="cloudVO.mailName" maxlength="64" value="{escape(q.get("cloudVO.mailName"))}"/>@ntuh.gov.tw 名稱長度限64字元內</td></tr></table><button type="submit" name="cmd" value="enable" class="l-btn"><span class="l-btn-text">啟用雲端服務</span></button> <button type="submit" name="cmd" value="cancel" class="l-btn">取消啟用</button><p>服務於設定完成隔日生效</p>"""
        return jsp("設定密碼與郵件別名", f"""<div class="panel"><div class="panel-title">設定密碼與郵件別名</div>{error}<form name="aliasForm" action="/acct/alias.action" method="post">{self.token(s, "alias")}<table class="wwFormTable" border="1">{facts}{rest}</form>{EXIT}</div>""")

    def reset(self, q: Request, s: dict) -> Response:
        why = ""
        if q.method == "POST":
            self.takes(q, **{"cloudVO.pwd": "cloud_password", "cloudVO.pwdAgain": "cloud_password_again"})
            word = q.get("cloudVO.pwd")
            if not self.spend(s, "reset", q):
                why = "請勿重複送出"
            elif not self.truth.alias:
                why = "尚未啟用網路帳號"
            elif self.weak(word) or word != q.get("cloudVO.pwdAgain"):
                why = "密碼強度不足或兩次不同"
            else:
                self.truth.cloud_password = word
                return jsp("重置", f'<ul class="actionMessage"><li><span>雲端服務密碼重置成功 (I0004)</span></li></ul>{EXIT}')
        return jsp("重置雲端服務密碼", f"""<ul class="errorMessage"><li><span>{why}</span></li></ul><form action="/acct/reset.action" method="post">{self.token(s, "reset")}設定雲端密碼 <input type="password" name="cloudVO.pwd"/><br/>再次輸入雲端密碼 <input type="password" name="cloudVO.pwdAgain"/><br/><input type="submit" value="確定重置"/></form>{EXIT}""")

    # ------------------------------------------------------------------ webmail
    def mail(self, q: Request) -> Response:
        if fixed := self.plain(q):
            return fixed
        path, sid, s, new = self.begin(q)
        return self.finish(q, sid, new, self.post_office(q, path, sid, s))

    def post_office(self, q: Request, path: str, sid: str, s: dict) -> Response:
        t, why = self.truth, ""
        if path == "/webmail/kaptcha.jpg":
            return Response(picture(s["kaptcha"], "PNG"), kind="image/png") if s.get("kaptcha") else self.not_found(path)
        if path == "/webmail/logon.do" and q.method == "POST":
            self.takes(q, j_username="mail_account", j_password="mail_password", j_captcha="captcha")
            code = s.pop("kaptcha", "")
            if not self.spend(s, "logon", q) or not code or code != t.captcha or q.get("j_captcha").strip().lower() != code:
                why = "驗證碼有誤，請重新輸入"
            elif not t.alias or q.get("j_username").strip().lower().split("@")[0] != t.alias.lower() or q.get("j_password") != t.cloud_password:
                why = "認證失敗：帳號或密碼錯誤"
            else:
                s["user"] = t.alias
                t.sessions.add(f"mail:{sid}")
                t.counts["mail_sign_in"] += 1
                return found("/webmail/main.do")
        elif s.get("user"):
            if path == "/webmail/logout.do":
                del self.http["mail"][sid]
                t.sessions.discard(f"mail:{sid}")
                t.counts["sign_out_mail"] += 1
                return found("/webmail/", "JSESSIONID=; Path=/webmail; Max-Age=0")
            if path == "/webmail/folders.do":
                return jsp("folders", f'<b>{escape(t.alias)}</b><ul><li><a href="/webmail/list.do" target="list">收件匣(1)</a></li><li>寄件備份</li></ul><a href="/webmail/logout.do" target="_top">登出信箱</a>')
            if path == "/webmail/list.do":
                return jsp("list", "<h3>收件匣</h3><table><tr><td>寄件者</td><td>主旨</td></tr><tr><td>資訊室</td><td>歡迎信</td></tr></table>")
            return frames(f"Webmail - {escape(t.alias)}@ntuh.gov.tw", '<frameset cols="180,*"><frame name="folders" src="/webmail/folders.do"><frame name="list" src="/webmail/list.do"></frameset>')
        s["kaptcha"] = t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5)
        return jsp("Webmail", f"""<form name="logonForm" action="/webmail/logon.do;jsessionid={sid}" method="post">{self.token(s, "logon")}<table align="center"><tr><td>帳號:</td><td><input type="text" name="j_username" value="{escape(q.get("j_username"))}"/></td></tr><tr><td>密碼:</td><td><input type="password" name="j_password"/></td></tr><tr><td>驗證碼(小寫字母或數字):</td><td><input type="text" name="j_captcha" size="8"/><img src="/webmail/kaptcha.jpg;jsessionid={sid}" alt="kaptcha"/></td></tr><tr><td colspan="2"><input type="checkbox" name="_spring_security_remember_me" id="rm"/><label for="rm">記住登入資訊 (公用電腦請勿勾選)</label></td></tr><tr><td colspan="2"><input type="submit" value="登入 Login"/></td></tr></table></form>
<fieldset><legend>公佈欄</legend>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}/">https://help.ntuh.gov.tw/</a></fieldset>""", message=why)


EXIT = '<p><a href="/acct/exit.action">離開本服務</a></p>'

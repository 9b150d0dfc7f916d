"""JSP pages that replaced Oracle Forms: `.do` addresses, tables within tables, English column names next to Chinese."""

from __future__ import annotations

import html
import re
import secrets
import time

from truth import Request, Response, Site, picture, redirect

TOKEN = "org.apache.struts.taglib.html.TOKEN"
BRANCHES = (("T0", "總院區 MAIN"), ("T2", "北護分院 BEIHU"), ("T3", "金山分院 JINSHAN"), ("T4", "新竹分院 HSINCHU"), ("Y0", "雲林分院 YUNLIN"))
COLUMNS = (
    ("empEname1", "english_surname", "英文姓", "LAST_NAME", "ex:Chen(陳)"),
    ("empEname2", "english_given", "英文首名", "FIRST_NAME", "ex: Yi-Fen(怡芬) (說明)"),
    ("empEname3", "english_middle", "英文中名", "MIDDLE_NAME", "ex:Mary 為英文別名，如無，可不填"),
    ("telOffice", "office_phone", "辦公室電話", "OFFICE_TEL", "ex:61234或23123456"),
    ("telHome", "home_phone", "住宅電話", "HOME_TEL", "ex:0223123456"),
    ("telMobile", "mobile_phone", "行動電話", "MOBILE_NO", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"),
)
MENU = (
    ("HRM0010", "差勤系統", ""), ("HRM0020", "表單下載", ""), ("PSN0010", "更改密碼", "/WebApplication/psn/chgpwd.do"), ("PSN0020", "個人簽章提醒設定", ""),
    ("PSN0030", "薪資所得免稅額申報表", ""), ("PSN0040", "查詢員工連絡資料", ""), ("PSN0050", "維護個人連絡資料", "/WebApplication/psn/contact.do"),
    ("PSN0060", "個人就醫紀錄查詢", ""), ("EDU0010", "數位學習", ""),
)


def q(value: object) -> str:
    return html.escape(str(value))


class TheSite(Site):
    title = "oracle_forms_replacement_jsp"

    def __init__(self) -> None:
        super().__init__()
        self.web: dict[str, dict[str, str]] = {}

    # ----- HttpSession
    def http_session(self, request: Request, name: str) -> tuple[str, dict[str, str] | None, str]:
        """(id, attributes, path without ;jsessionid)"""
        path, _, rest = request.path.partition(";jsessionid=")
        key = rest or request.cookies.get(name, "")
        found = self.web.get(key)
        return key, found if found is not None and found["app"] == name else None, path

    def create(self, name: str) -> str:
        key = secrets.token_hex(16).upper()
        self.web[key] = {"app": name, "token": ""}
        return key

    def save_token(self, s: dict[str, str]) -> str:
        s["token"] = secrets.token_hex(16)
        return f'<input type="hidden" name="{TOKEN}" value="{s["token"]}">'

    def is_token_valid(self, request: Request, s: dict[str, str]) -> bool:
        want, s["token"] = s["token"], ""
        return bool(want) and request.get(TOKEN) == want

    def errors(self, text: str) -> str:
        return f'<ul class="errorMsg"><li><font color="#CC0000">{q(text)}</font></li></ul>' if text else ""

    def jsp(self, code: str, name: str, content: str, bar: str = "") -> Response:
        return Response(f"""<%@ page %>
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<title>{code} {name}</title>
<script language="javascript">
function doAction(code) {{
  var f = document.mainForm;
  f.actionCode.value = code;
  f.submit();
}}
</script>
<style>td {{ font: 12px Tahoma, 細明體 }} .colHead {{ background: #D4D0C8; border: 1px outset }} .en {{ color: #666; font-size: 10px }}</style>
</head>
<body bgcolor="#ECE9D8" topmargin="0" leftmargin="0">
<table width="100%" cellspacing="0" cellpadding="0"><tr><td bgcolor="#0A246A"><table width="100%"><tr><td><font color="white"><b>{code}</b> {name}</font></td>
<td align="right">{bar}</td></tr></table></td></tr>
<tr><td><table width="100%" cellpadding="8"><tr><td>
{content}
</td></tr></table></td></tr>
<tr><td class="en" align="center">NTUH HIS Web Forms R2 &nbsp; Generated {time.strftime('%Y-%m-%d %H:%M:%S')}</td></tr></table>
</body>
</html>""".replace("<%@ page %>\n", "\n\n\n"))

    def message(self, code: str, text: str, links: str, bad: bool = False) -> Response:
        return self.jsp(code, "系統訊息 MESSAGE", f"""<table align="center" border="1" width="420"><tr><td class="colHead">{'錯誤 ERROR' if bad else '訊息 INFORMATION'}</td></tr>
<tr><td align="center" height="80"><font color="{'#CC0000' if bad else '#006600'}">{q(text)}</font></td></tr><tr><td align="center">{links}</td></tr></table>""")

    # ----- portal
    def portal(self, request: Request) -> Response:
        key, s, path = self.http_session(request, "JSESSIONID")
        t = self.truth
        if path == "/portal/login.do" and request.method == "POST":
            return self.login(request, key, s)
        if path == "/portal/verifyImage.do":
            return Response(picture(t.new_captcha(), "JPEG"), kind="image/jpeg", headers=[("Pragma", "no-cache")])
        if path in ("/", "/portal", "/portal/", "/portal/index.jsp"):
            return Response('<html><head><meta http-equiv="refresh" content="0;url=/portal/login.do"></head><body></body></html>')
        if path == "/portal/login.do":
            cookie = []
            if s is None or "user" in s:
                key = self.create("JSESSIONID")
                s = self.web[key]
                cookie = [("Set-Cookie", f"JSESSIONID={key}; Path=/portal")]
            answer = self.login_jsp(key, s, s.pop("error", ""))
            answer.headers += cookie
            return answer
        if s is None or "user" not in s:
            return self.message("SYS9001", "SESSION TIMEOUT 連線逾時，請重新登入", '<a href="/portal/login.do">重新登入 LOGIN</a>', True)
        if path == "/portal/main.do":
            return self.main(key)
        if path == "/portal/none.do":
            return self.message("SYS9004", "程式尚未開放 PROGRAM NOT AVAILABLE", '<a href="/portal/main.do">回功能選單</a>', True)
        if path == "/portal/logout.do":
            del self.web[key]
            t.sessions.discard("portal:" + key)
            t.counts["sign_out_portal"] += 1
            return self.message("SYS0009", "您已登出系統 LOGGED OUT", '<a href="/portal/login.do">重新登入 LOGIN</a>')
        return Response("<html><body><h1>HTTP Status 404</h1></body></html>", 404)

    def login_jsp(self, key: str, s: dict[str, str], error: str) -> Response:
        options = "".join(f'<option value="{v}">{n}</option>' for v, n in BRANCHES)
        return self.jsp("SYS0001", "登入本院PORTAL系統 LOGON", f"""{self.errors(error)}
<form name="loginForm" method="post" action="/portal/login.do;jsessionid={key}">{self.save_token(s)}
<table align="center" border="0" bgcolor="#FFFFFF" cellspacing="1"><tr><td><table border="1" cellpadding="3">
<tr><td class="colHead"><table><tr><td>院區</td><td class="en">HOSP_CODE</td></tr></table></td><td><select name="hospCode">{options}</select></td></tr>
<tr><td class="colHead"><table><tr><td>帳號</td><td class="en">USER_ID</td></tr></table></td><td><input type="text" name="userId" size="12" maxlength="6" value=""></td></tr>
<tr><td class="colHead"><table><tr><td>密碼</td><td class="en">PASSWORD</td></tr></table></td><td><input type="password" name="userPwd" size="20" value=""></td></tr>
<tr><td class="colHead"><table><tr><td>驗證碼</td><td class="en">VERIFY_CODE</td></tr></table></td><td><table><tr><td><input type="text" name="verifyCode" size="8" maxlength="6"></td><td><img src="/portal/verifyImage.do?{secrets.token_hex(3)}" border="1"></td><td>(不用區分大小寫)</td></tr></table></td></tr>
</table></td></tr><tr><td align="center"><input type="submit" value="登入 LOGON"> <input type="reset" value="清除 CLEAR"></td></tr></table></form>
<p align="center">密碼預設為身分證號（英文字母大寫）　資訊室分機261120</p>""")

    def login(self, request: Request, key: str, s: dict[str, str] | None) -> Response:
        self.takes(request, hospCode="campus", userId="employee_id", userPwd="portal_password", verifyCode="captcha")
        t = self.truth
        if s is None or not self.is_token_valid(request, s):
            return self.message("SYS9002", "INVALID TOKEN 請勿重複送出", '<a href="/portal/login.do">重新登入 LOGIN</a>', True)
        want, t.captcha = t.captcha, ""
        error = ""
        if not want or request.get("verifyCode").strip().upper() != want:
            error = "SYS-00103: 驗證碼不相符 VERIFY CODE MISMATCH"
        elif request.get("hospCode") not in dict(BRANCHES):
            error = "SYS-00104: 院區代碼錯誤"
        elif request.get("userId").strip() != t.person.employee_id or request.get("userPwd") != t.portal_password:
            error = "SYS-01017: 帳號或密碼無效，拒絕登入 LOGON DENIED"
        if error:
            t.counts["sign_in_refused"] += 1
            s["error"] = error
            return redirect(f"/portal/login.do;jsessionid={key}")
        del self.web[key]
        key = self.create("JSESSIONID")
        self.web[key]["user"] = t.person.employee_id
        t.sessions.add("portal:" + key)
        t.counts["sign_in"] += 1
        return Response(f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><meta http-equiv="refresh" content="1;URL=/portal/main.do">
<title>LOADING</title></head><body>載入使用者權限中，請稍候... <a href="/portal/main.do">CONTINUE</a></body></html>""", headers=[("Set-Cookie", f"JSESSIONID={key}; Path=/portal; HttpOnly")])

    def main(self, key: str) -> Response:
        rows = "".join(f"""<tr><td>{n + 1}</td><td>{code}</td><td><a href="{self.urls['inner'] + to + '?SESSION=' + key if to else '/portal/none.do?pgm=' + code}">{name}</a></td><td>Y</td></tr>"""
                       for n, (code, name, to) in enumerate(MENU))
        return self.jsp("SYS0002", "功能選單 MENU", f"""<table width="100%"><tr><td width="60%" valign="top"><table border="1" cellspacing="0" cellpadding="3" width="100%">
<tr class="colHead"><th>項次<br><span class="en">SEQ</span></th><th>程式代號<br><span class="en">PGM_ID</span></th><th>程式名稱<br><span class="en">PGM_NAME</span></th><th>權限<br><span class="en">AUTH</span></th></tr>{rows}</table></td>
<td valign="top"><table border="1" width="100%"><tr><td class="colHead">全院公告 2</td></tr><tr><td>2019/10/21 薪資所得免稅額申報</td></tr><tr><td>2018/12/13 Portal登入首頁改版</td></tr></table></td></tr></table>""",
                        f'<font color="white">{q(self.truth.person.name)} 您好!</font> <a href="/portal/logout.do"><font color="yellow">登出系統 EXIT</font></a>')

    # ----- inner
    def inner(self, request: Request) -> Response:
        key = request.get("SESSION")
        s = self.web.get(key)
        if s is None or s["app"] != "JSESSIONID" or "user" not in s:
            return self.message("SYS9001", "SESSION TIMEOUT 連線逾時，請重新登入", f'<a href="{self.urls["portal"]}/portal/login.do">重新登入 LOGIN</a>', True)
        if request.path == "/WebApplication/psn/chgpwd.do":
            return self.chgpwd(request, key, s)
        if request.path == "/WebApplication/psn/contact.do":
            return self.contact(request, key, s)
        return Response("<html><body><h1>HTTP Status 404</h1></body></html>", 404)

    def back(self) -> str:
        p = self.urls["portal"] + "/portal"
        return f'<a href="{p}/main.do">回功能選單</a> | <a href="{p}/logout.do">登出系統</a>'

    def chgpwd(self, request: Request, key: str, s: dict[str, str]) -> Response:
        error, t = "", self.truth
        if request.method == "POST":
            self.takes(request, oldPwd="old_password", newPwd="new_password", cfmPwd="new_password_again")
            if not self.is_token_valid(request, s):
                return self.message("PSN9002", "INVALID TOKEN 請勿重複送出", self.back(), True)
            old, new = request.get("oldPwd"), request.get("newPwd")
            if old != t.portal_password:
                error = "PSN-00201: 舊密碼錯誤 OLD PASSWORD INCORRECT"
            elif new != request.get("cfmPwd"):
                error = "PSN-00202: 新密碼確認不一致"
            elif not 8 <= len(new) <= 20 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                error = "PSN-00203: 新密碼不合規定"
            else:
                t.portal_password = new
                t.counts["password_changed"] += 1
                return self.message("PSN0010", "1 RECORD UPDATED. 密碼異動成功", self.back())
            t.counts["password_refused"] += 1
        return self.jsp("PSN0010", "更改密碼 CHANGE PASSWORD", f"""{self.errors(error)}<form name="pwdForm" method="post" action="/WebApplication/psn/chgpwd.do">{self.save_token(s)}<input type="hidden" name="SESSION" value="{key}">
<table border="1" cellpadding="4"><tr><td class="colHead">請輸入舊密碼：<br><span class="en">OLD_PASSWORD</span></td><td><input type="password" name="oldPwd" maxlength="20"></td></tr>
<tr><td class="colHead">請輸入新密碼：<br><span class="en">NEW_PASSWORD</span></td><td><input type="password" name="newPwd" maxlength="20"></td></tr>
<tr><td class="colHead">請再輸入新密碼：<br><span class="en">CONFIRM_PASSWORD</span></td><td><input type="password" name="cfmPwd" maxlength="20"></td></tr>
<tr><td class="colHead">密碼強度檢核：</td><td><table border="1" width="120"><tr><td bgcolor="silver">&nbsp;</td><td>&nbsp;</td><td>&nbsp;</td></tr></table></td></tr>
<tr><td colspan="2">密碼設定條件：<br>1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字</td></tr>
<tr><td colspan="2" align="right"><input type="submit" value="存檔 SAVE"></td></tr></table></form>{self.back()}""")

    def contact(self, request: Request, key: str, s: dict[str, str]) -> Response:
        t, error, done = self.truth, "", ""
        show = {k: t.saved_contact.get(k, getattr(t.person, k)) for _, k, *_ in COLUMNS}
        if request.method == "POST":
            self.takes(request, telMobile="mobile_phone")
            if not self.is_token_valid(request, s):
                return self.message("PSN9002", "INVALID TOKEN 請勿重複送出", self.back(), True)
            if request.get("actionCode") == "UPDATE" and all(request.has(c[0]) for c in COLUMNS):
                show = {k: request.get(n).strip() for n, k, *_ in COLUMNS}
                if not re.fullmatch("09[0-9]{8}", show["mobile_phone"]):
                    error = "PSN-00501: 行動電話(MOBILE_NO)格式錯誤，請輸入10碼數字"
                elif any(not re.fullmatch("[A-Za-z' .-]{0,30}", show[k]) for k in ("english_surname", "english_given", "english_middle")):
                    error = "PSN-00502: 英文姓名格式錯誤"
                elif any(not re.fullmatch("[0-9#-]{0,15}", show[k]) for k in ("office_phone", "home_phone")):
                    error = "PSN-00503: 電話格式錯誤"
                else:
                    t.saved_contact.update(show)
                    t.counts["contact_saved"] += 1
                    done = '<table bgcolor="#CCFFCC"><tr><td>FRM-40400: 交易完成，1 筆資料已套用並儲存。</td></tr></table>'
            else:
                error = "PSN-00500: 不明的作業"
        rows = "".join(f"""<tr><td class="colHead"><table width="100%"><tr><td>{label}：</td><td class="en" align="right">{en}</td></tr></table></td><td><table><tr><td><input type="text" name="{n}" value="{q(show[k])}" maxlength="30" size="18"></td><td class="en">{hint}</td></tr></table></td></tr>"""
                       for n, k, label, en, hint in COLUMNS)
        return self.jsp("PSN0050", "台大醫院---維護個人連絡資料", f"""{self.errors(error)}{done}<form name="mainForm" method="post" action="/WebApplication/psn/contact.do">{self.save_token(s)}
<input type="hidden" name="SESSION" value="{key}"><input type="hidden" name="actionCode" value="QUERY">
<table border="0"><tr><td><table><tr><td><input type="button" name="btnSave" value="異動儲存" onclick="doAction('UPDATE')"></td><td><input type="reset" value="復原 UNDO"></td></tr></table></td></tr>
<tr><td><table border="1" cellspacing="0"><tr><td class="colHead">員工編號： <span class="en">EMP_NO</span></td><td>{t.person.employee_id}</td></tr><tr><td class="colHead">姓名： <span class="en">EMP_NAME</span></td><td>{q(t.person.name)}</td></tr>{rows}</table></td></tr></table></form>{self.back()}""")

    # ----- account
    def account(self, request: Request) -> Response:
        key, s, path = self.http_session(request, "NETIDSESSION")
        t = self.truth
        if path in ("/", "/netid/", "/netid/index.do"):
            return self.jsp("NID0001", "網路帳號服務 NETWORK ACCOUNT", """<table width="90%" border="1" cellpadding="6"><tr><td class="colHead">《規範》 <span class="en">POLICY</span></td></tr><tr><td>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用
<ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。<li>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置<li>請勿將此密碼與Portal密碼設定相同。</ul></td></tr>
<tr><td class="colHead">《常見問題與服務》 <span class="en">FAQ</span></td></tr><tr><td>密碼修改後多久可以生效：即時生效。<br>忘記密碼：請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</td></tr>
<tr><td><table width="100%"><tr><td align="center"><a href="/netid/otp.do?func=ACTIVATE"><b>啟用網路帳號及首次雲端帳號密碼設定</b></a><br><span class="en">ACTIVATE ACCOUNT</span></td>
<td align="center"><a href="/netid/otp.do?func=RESET"><b>重置雲端服務密碼</b></a><br><span class="en">RESET PASSWORD</span></td></tr></table></td></tr></table>""")
        if path == "/netid/otp.do":
            cookie: list[tuple[str, str]] = []
            if request.method == "GET" and request.query.get("func") in ("ACTIVATE", "RESET"):
                if s is None:
                    key = self.create("NETIDSESSION")
                    s = self.web[key]
                    cookie = [("Set-Cookie", f"NETIDSESSION={key}; Path=/")]
                s.update(func=request.query["func"], acc="", otp="", at="0", ok="")
            if s is None or "func" not in s:
                return self.message("NID9001", "SESSION TIMEOUT 連線逾時", '<a href="/netid/index.do">回首頁</a>', True)
            answer = self.otp(request, key, s)
            answer.headers += cookie
            return answer
        if path == "/netid/logout.do":
            if s is not None:
                del self.web[key]
                if "account:" + key in t.sessions:
                    t.sessions.discard("account:" + key)
                    t.counts["sign_out_account"] += 1
            return self.message("NID0009", "作業結束，已登出 BYE", '<a href="/netid/index.do">回首頁</a>')
        if s is None or not s.get("ok"):
            return self.message("NID9001", "尚未通過身分驗證", '<a href="/netid/index.do">回首頁</a>', True)
        if path == "/netid/cloud.do":
            return self.cloud(request, s)
        if path == "/netid/reset.do":
            return self.reset(request, s)
        return Response("<html><body><h1>HTTP Status 404</h1></body></html>", 404)

    def otp(self, request: Request, key: str, s: dict[str, str]) -> Response:
        t, error, ask = self.truth, "", False
        if request.method == "POST":
            self.takes(request, netAcc="employee_id", otpCode="code", regMobile="registered_phone")
            if not self.is_token_valid(request, s):
                return self.message("NID9002", "INVALID TOKEN 請勿重複送出", '<a href="/netid/index.do">回首頁</a>', True)
            code = request.get("actionCode")
            if code == "ASK":
                s["acc"] = request.get("netAcc").strip()
                ask = bool(re.fullmatch("[0-9]{6}", s["acc"]))
                error = "" if ask else "NID-00101: 請輸入6位數字員工編號"
            elif code == "SEND":
                if s["acc"] == t.person.employee_id and request.get("regMobile").strip() == t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                    s["otp"], s["at"] = t.new_message(), str(time.time())
                    return Response("""<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"></head><body><script language="javascript">
alert('動態碼簡訊發送成功\\n成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」');
location.href='/netid/otp.do';
</script></body></html>""")
                ask, error = True, "NID-00102: 手機門號不符 MOBILE_NO NOT MATCH"
            elif code == "NEXT":
                given = request.get("otpCode").strip()
                if s["otp"] and given == s["otp"] and request.get("netAcc").strip() == s["acc"]:
                    if time.time() - float(s["at"]) <= 120:
                        s["otp"], s["ok"] = "", "Y"
                        t.sessions.add("account:" + key)
                        t.counts["code_accepted"] += 1
                        return redirect("/netid/cloud.do" if s["func"] == "ACTIVATE" else "/netid/reset.do")
                    error = "NID-00104: 動態碼已逾2分鐘，請重新發送 CODE EXPIRED"
                else:
                    error = "NID-00103: 動態碼錯誤 INVALID CODE"
                t.counts["code_refused"] += 1
        name = "啟用網路帳號及首次雲端帳號密碼設定" if s["func"] == "ACTIVATE" else "重置雲端服務密碼"
        hidden = f'{self.save_token(s)}<input type="hidden" name="actionCode" value="">'
        if ask:
            return self.jsp("NID0020", name, f"""{self.errors(error)}<form name="mainForm" method="post" action="/netid/otp.do">{hidden}
<table align="center" border="2" bgcolor="#FFFFCC"><tr><td><table cellpadding="6"><tr><td>請輸入帳號登記的手機門號(10碼)<br><span class="en">REG_MOBILE_NO</span></td></tr><tr><td><input type="text" name="regMobile" maxlength="10" size="14"></td></tr>
<tr><td><input type="button" value="確定發送" onclick="doAction('SEND')"> <input type="button" value="取消" onclick="doAction('CANCEL')"></td></tr></table></td></tr></table></form>""")
        return self.jsp("NID0010", name, f"""{self.errors(error)}<b>注意事項</b><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。<li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<li>請輸入帳號與簡訊動態碼後按「下一步」。</ul>
<form name="mainForm" method="post" action="/netid/otp.do">{hidden}<table border="1" cellpadding="4">
<tr><td class="colHead"><table><tr><td>網路帳號 / 主職員工編號</td></tr><tr><td class="en">NET_ACCOUNT / EMP_NO</td></tr></table></td><td><input type="text" name="netAcc" maxlength="6" value="{q(s["acc"])}"></td><td><input type="button" value="發送簡訊動態碼" onclick="doAction('ASK')"></td></tr>
<tr><td class="colHead"><table><tr><td>簡訊(或MOTP)動態碼</td></tr><tr><td class="en">OTP_CODE</td></tr></table></td><td><input type="text" name="otpCode" maxlength="6"></td><td>&nbsp;</td></tr>
<tr><td colspan="3" align="right"><input type="button" value="下一步" onclick="doAction('NEXT')"></td></tr></table></form><a href="/netid/index.do">回首頁</a>""")

    def weak(self, request: Request) -> str:
        one, two = request.get("cldPwd"), request.get("cldPwd2")
        if one != two:
            return "NID-00301: 雲端服務密碼兩次輸入不同"
        if not 8 <= len(one) <= 32 or not re.search("[A-Za-z]", one) or not re.search("[0-9]", one):
            return "NID-00302: 雲端服務密碼至少8碼並含英文及數字"
        return "NID-00303: 雲端服務密碼不得與Portal相同" if one == self.truth.portal_password else ""

    PAIR = """<tr><td class="colHead">雲端服務密碼<br><span class="en">CLOUD_PASSWORD</span></td><td><input type="password" name="cldPwd" maxlength="32"></td></tr>
<tr><td class="colHead">確認雲端服務密碼<br><span class="en">CONFIRM_PASSWORD</span></td><td><input type="password" name="cldPwd2" maxlength="32"></td></tr>"""

    def cloud(self, request: Request, s: dict[str, str]) -> Response:
        t, p, error, name = self.truth, self.truth.person, "", ""
        bye = '<p><a href="/netid/logout.do">登出 EXIT</a></p>'
        if request.method == "POST":
            self.takes(request, mailAlias="alias", cldPwd="cloud_password", cldPwd2="cloud_password_again")
            if not self.is_token_valid(request, s):
                return self.message("NID9002", "INVALID TOKEN 請勿重複送出", '<a href="/netid/cloud.do">返回</a>', True)
            if request.has("btnCancel"):
                return redirect("/netid/logout.do")
            name = request.get("mailAlias").strip()
            if t.alias:
                error = "NID-00204: 雲端服務已啟用，不可重複設定 ALREADY EXISTS"
            elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{0,63}", name):
                error = "NID-00202: 電子郵件名稱不合規定 INVALID NAME"
            elif name.lower() == "taken.name":
                error = "NID-00001: 電子郵件名稱重複 UNIQUE CONSTRAINT VIOLATED"
            else:
                error = self.weak(request)
            if not error:
                t.alias, t.cloud_password = name, request.get("cldPwd")
                t.counts["activated"] += 1
                return self.message("NID0030", f"1 RECORD CREATED. 雲端帳號 {name}@ntuh.gov.tw 建檔成功，隔日生效", bye)
        rows = "".join(f'<tr><td class="colHead">{a}<br><span class="en">{b}</span></td><td>{q(c)}</td></tr>' for a, b, c in (
            ("網路帳號 / 主職員工編號", "EMP_NO", p.employee_id), ("帳號姓名", "EMP_NAME", p.name), ("主職單位", "DEPT_NAME", p.unit), ("有效期限", "EXPIRE_DATE", p.valid_until)))
        head = '<tr><td class="colHead">雲端服務帳號 (電子郵件名稱)<br><span class="en">MAIL_ALIAS</span></td>'
        if t.alias:
            rows += f'{head}<td>{q(t.alias)}@ntuh.gov.tw</td></tr><tr><td class="colHead">狀態<br><span class="en">STATUS</span></td><td><font color="red">Y 已啟用 ACTIVATED</font></td></tr>'
        else:
            rows += f"""{head}<td><table><tr><td><input type="text" name="mailAlias" maxlength="64" value="{q(name)}"></td><td>@ntuh.gov.tw</td><td>名稱長度限64字元內</td></tr></table></td></tr>{self.PAIR}
<tr><td colspan="2" align="center"><input type="submit" name="btnCancel" value="取消啟用">　<input type="submit" name="btnEnable" value="啟用雲端服務"><br>服務於設定完成隔日生效</td></tr>"""
        return self.jsp("NID0030", "設定密碼與郵件別名", f'{self.errors(error)}<form name="cloudForm" method="post" action="/netid/cloud.do">{self.save_token(s)}<table border="1" cellpadding="4">{rows}</table></form>{bye}')

    def reset(self, request: Request, s: dict[str, str]) -> Response:
        error, t = "", self.truth
        if request.method == "POST":
            self.takes(request, cldPwd="cloud_password", cldPwd2="cloud_password_again")
            if not self.is_token_valid(request, s):
                return self.message("NID9002", "INVALID TOKEN 請勿重複送出", '<a href="/netid/reset.do">返回</a>', True)
            error = self.weak(request) if t.alias else "NID-00401: 雲端服務尚未啟用"
            if not error:
                t.cloud_password = request.get("cldPwd")
                t.counts["cloud_reset"] += 1
                return self.message("NID0040", "1 RECORD UPDATED. 雲端服務密碼重置成功", '<a href="/netid/logout.do">登出 EXIT</a>')
        return self.jsp("NID0040", "重置雲端服務密碼", f'{self.errors(error)}<form method="post" action="/netid/reset.do">{self.save_token(s)}<table border="1">{self.PAIR}</table><input type="submit" value="存檔 SAVE"></form><a href="/netid/logout.do">登出 EXIT</a>')

    # ----- webmail
    def mail(self, request: Request) -> Response:
        key, s, path = self.http_session(request, "MAILSESSION")
        t = self.truth
        if path == "/mail/code.do":
            return Response(picture(t.new_captcha("23456789abcdefghjkmnprstuvwxyz", 4), "BMP", (80, 34)), kind="image/bmp")
        if path == "/mail/inbox.do" and s is not None:
            return self.jsp("MAIL", "收件匣 INBOX", f'<table border="1" width="80%"><tr class="colHead"><th>寄件者 FROM</th><th>主旨 SUBJECT</th></tr><tr><td>資訊室</td><td>歡迎使用</td></tr></table><p>{q(t.alias)}@ntuh.gov.tw <a href="/mail/logout.do">登出 LOGOUT</a></p>')
        if path == "/mail/logout.do" and s is not None:
            del self.web[key]
            t.sessions.discard("mail:" + key)
            t.counts["sign_out_mail"] += 1
            return redirect("/mail/login.do")
        error = ""
        if path == "/mail/login.do" and request.method == "POST":
            self.takes(request, mailUser="mail_account", mailPwd="mail_password", chkCode="captcha")
            want, t.captcha = t.captcha, ""
            if not want or request.get("chkCode").strip() != want:
                error = "驗證碼錯誤 INVALID VERIFY CODE"
            elif not t.alias or request.get("mailUser").strip().lower().split("@")[0] != t.alias.lower() or request.get("mailPwd") != t.cloud_password:
                error = "帳號或密碼錯誤 AUTHENTICATION FAILED"
            else:
                key = self.create("MAILSESSION")
                t.sessions.add("mail:" + key)
                t.counts["mail_sign_in"] += 1
                return redirect("/mail/inbox.do", ("Set-Cookie", f"MAILSESSION={key}; Path=/mail"))
        elif path != "/mail/login.do":
            return redirect("/mail/login.do")
        return self.jsp("MAIL", "電子郵件 WEBMAIL", f"""{self.errors(error)}<form name="mailForm" method="post" action="/mail/login.do"><table align="center" border="1" cellpadding="4"><tr><td class="colHead">帳號:</td><td><input type="text" name="mailUser"></td></tr>
<tr><td class="colHead">密碼:</td><td><input type="password" name="mailPwd"></td></tr><tr><td class="colHead">驗證碼(小寫字母或數字):</td><td><table><tr><td><input type="text" name="chkCode" size="6" maxlength="4"></td><td><img src="/mail/code.do"></td></tr></table></td></tr>
<tr><td colspan="2"><input type="checkbox" name="keepMe" value="Y"> 記住登入資訊 (公用電腦請勿勾選)</td></tr><tr><td colspan="2" align="center"><input type="submit" value="登入 LOGIN"></td></tr></table></form>
<p align="center"><b>公佈欄</b> 體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p>""")

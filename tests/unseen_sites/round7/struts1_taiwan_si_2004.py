from __future__ import annotations

import re
import secrets
import time
from html import escape as h

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

CAMPUS = [("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("T4", "新竹分院"), ("Y0", "雲林分院")]
FIELDS = {
    "engSurname": "english_surname", "engGivenName": "english_given", "engMiddleName": "english_middle",
    "officeTel": "office_phone", "homeTel": "home_phone", "mobileTel": "mobile_phone",
}
TOKEN = "org.apache.struts.taglib.html.TOKEN"


class TheSite(Site):
    title = "struts1_taiwan_si_2004"

    def __init__(self) -> None:
        super().__init__()
        self.web: dict[str, dict[str, object]] = {}
        self.tickets: dict[str, str] = {}

    # ------------------------------------------------------------ servlet container
    def _session(self, rq: Request, ctx: str) -> tuple[str, dict, list]:
        sid = rq.cookies.get("JSESSIONID", "")
        if ";jsessionid=" in rq.path and (not sid or sid not in self.web):
            sid = rq.path.split(";jsessionid=")[1]
        sess = self.web.get(sid)
        if sess is None or sess["ctx"] != ctx:
            sid = secrets.token_hex(16).upper()
            sess = self.web[sid] = {"ctx": ctx}
            return sid, sess, [("Set-Cookie", f"JSESSIONID={sid}; Path={ctx}")]
        return sid, sess, []

    def _token(self, sess: dict) -> str:
        sess["token"] = secrets.token_hex(16)
        return f'<div><input type="hidden" name="{TOKEN}" value="{sess["token"]}"></div>'

    def _token_ok(self, sess: dict, rq: Request) -> bool:
        want = sess.pop("token", None)
        return want is not None and rq.get(TOKEN) == want

    def _errors(self, texts: list[str]) -> str:
        if not texts:
            return ""
        rows = "".join(f"<li>{h(t)}</li>\n" for t in texts)
        return f'<font color="red"><b>系統訊息</b></font>\n<ul class="errorMsg">\n{rows}</ul><hr size="1">\n'

    def _tile(self, system: str, body: str, nav: str = "", title: str = "", onload: str = "") -> str:
        return f"""



<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html lang="zh">
<head>
<title>{h(title or system)}</title>
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<meta http-equiv="Pragma" content="no-cache">
<link rel="stylesheet" href="/css/main.css" type="text/css">
</head>
<body bgcolor="#FFFFFF" leftmargin="0" topmargin="0"{onload}>
<!-- tile:header -->
<table width="780" border="0" cellspacing="0" cellpadding="0" align="center">
<tr><td height="56" bgcolor="#003366"><font color="#FFFFFF" size="4"><b>{system}</b></font></td>
<td bgcolor="#003366" align="right"><font color="#CCCCCC" size="2">{nav}&nbsp;</font></td></tr>
<tr><td colspan="2" bgcolor="#99CCCC" height="4"></td></tr>
<!-- tile:body -->
<tr><td colspan="2" valign="top"><br>
{body}
</td></tr>
<!-- tile:footer -->
<tr><td colspan="2" align="center" class="footer"><hr size="1">本系統建議使用 IE 6.0 以上，800x600 解析度瀏覽　Copyright &copy; 2004 All rights reserved.</td></tr>
</table>
</body>
</html>
"""

    def _shot(self, sess: dict, lower: bool) -> Response:
        text = self.truth.new_captcha("abcdefhkmnprstwxy2345678", 5) if lower else self.truth.new_captcha()
        sess["shot"] = True
        return Response(picture(text, "JPEG"), kind="image/jpeg", headers=[("Cache-Control", "no-store")])

    def _shot_ok(self, sess: dict, given: str, lower: bool) -> bool:
        want, self.truth.captcha = self.truth.captcha, ""
        had = sess.pop("shot", False)
        given = given.strip() if lower else given.strip().upper()
        return bool(had and want) and given == want

    # ------------------------------------------------------------ portal
    def portal(self, rq: Request) -> Response:
        path = rq.path.split(";")[0]
        if path in ("/", "/portal", "/portal/", "/portal/index.jsp"):
            return Response('<html><head><meta http-equiv="refresh" content="0;url=/portal/logonPage.do"></head>'
                            '<body><script language="JavaScript">location.href="/portal/logonPage.do";</script></body></html>')
        sid, sess, cookie = self._session(rq, "/portal")
        if path == "/portal/logonPage.do":
            return Response(self._logon(sid, sess), headers=cookie)
        if path == "/portal/checkCode.do":
            answer = self._shot(sess, False)
            answer.headers += cookie
            return answer
        if path == "/portal/logon.do" and rq.method == "POST":
            self.takes(rq, hospital="campus", userId="employee_id", passwd="portal_password", checkCode="captcha")
            if not self._token_ok(sess, rq):
                return Response(self._logon(sid, sess, ["畫面已逾時，請重新輸入。(errors.token)"]), headers=cookie)
            errors = []
            if not self._shot_ok(sess, rq.get("checkCode"), False):
                errors.append("圖形驗證碼輸入有誤，請依新圖形重新輸入。")
            elif rq.get("hospital") not in dict(CAMPUS):
                errors.append("請選擇院區。")
            elif rq.get("userId") != self.truth.person.employee_id or rq.get("passwd") != self.truth.portal_password:
                errors.append("使用者帳號不存在或密碼不符，請查明後再試。")
            if errors:
                self.truth.counts["sign_in_refused"] += 1
                return Response(self._logon(sid, sess, errors, rq.get("userId")), headers=cookie)
            sess["user"] = rq.get("userId")
            self.truth.sessions.add(f"portal:{sid}")
            self.truth.counts["sign_in"] += 1
            return redirect(f"/portal/bulletin.do;jsessionid={sid}", *cookie)
        if path == "/portal/search.do":
            self.takes(rq)
            return Response(self._tile("醫療資訊入口網", "<p>查無符合之文件。</p>"), headers=cookie)
        if path == "/portal/logoff.do":
            if f"portal:{sid}" in self.truth.sessions:
                self.truth.sessions.discard(f"portal:{sid}")
                self.truth.counts["sign_out_portal"] += 1
            self.web.pop(sid, None)
            return Response(self._tile("醫療資訊入口網", '<p align="center">您已登出本系統，謝謝使用。<br><a href="/portal/logonPage.do">重新登入</a></p>'))
        if "user" not in sess:
            return Response(self._logon(sid, sess, ["您尚未登入或閒置過久，請重新登入。"] if path != "/css/main.css" else []), headers=cookie)
        if path == "/portal/bulletin.do":
            body = """<table width="90%" align="center" border="1" cellpadding="6" bordercolor="#99CCCC">
<tr><th bgcolor="#EEEEEE">重要公告事項</th></tr>
<tr><td>一、依個人資料保護規定，病歷資料查詢均留存紀錄。<br>二、每週三 02:00-04:00 進行系統維護，造成不便敬請見諒。</td></tr>
<tr><td align="center"><a href="/portal/mainMenu.do">我已閱讀，進入功能選單</a></td></tr></table>"""
            return Response(self._tile("醫療資訊入口網", body, title="系統公告"))
        if path == "/portal/mainMenu.do":
            return Response(self._menu())
        if path == "/portal/dispatch.do":
            func = rq.query.get("funcId", "")
            if func in ("HRS010", "HRS020"):
                ticket = secrets.token_hex(12)
                self.tickets[ticket] = sid
                return redirect(f"{self.urls['inner']}/hr/sso.do?ticket={ticket}&funcId={func}")
            return Response(self._tile("醫療資訊入口網", '<p>您無此功能之使用權限。</p><a href="/portal/mainMenu.do">回功能選單</a>'))
        return Response("<h1>HTTP Status 404 - " + h(path) + "</h1>", 404)

    def _logon(self, sid: str, sess: dict, errors: list[str] = [], user: str = "") -> str:
        options = "".join(f'<option value="{v}"{" selected" if v == "T0" else ""}>{t}</option>\n' for v, t in CAMPUS)
        body = f"""
<table width="96%" align="center"><tr><td width="40%" valign="top">
<form name="searchForm" method="get" action="/portal/search.do">文件查詢
<input type="text" name="keyword" size="12" value=""><input type="submit" value="查詢"></form>
<ul><li>數位學習</li><li>KM系統</li><li>差勤系統</li><li>表單下載</li></ul></td><td valign="top">
<script language="JavaScript" type="text/javascript">
<!--
function validateLogonForm(form) {{
  if (form.userId.value == '') {{ alert('帳號 必須輸入'); form.userId.focus(); return false; }}
  if (form.passwd.value == '') {{ alert('密碼 必須輸入'); form.passwd.focus(); return false; }}
  if (form.checkCode.value == '') {{ alert('驗證碼 必須輸入'); form.checkCode.focus(); return false; }}
  return true;
}}
function reload() {{ document.images['codeImg'].src = '/portal/checkCode.do?t=' + new Date().getTime(); }}
//-->
</script>
{self._errors(errors)}
<form name="logonForm" method="post" action="/portal/logon.do;jsessionid={sid}" onsubmit="return validateLogonForm(this);">
{self._token(sess)}
<table border="0" cellpadding="3" class="formTable">
<tr><td align="right" class="label">院　區</td><td><select name="hospital">{options}</select></td></tr>
<tr><td align="right" class="label"><font color="red">*</font>帳　號：</td><td><input type="text" name="userId" maxlength="10" size="15" value="{h(user)}"></td></tr>
<tr><td align="right" class="label"><font color="red">*</font>密　碼：</td><td><input type="password" name="passwd" maxlength="20" size="15" value=""></td></tr>
<tr><td align="right" class="label"><font color="red">*</font>驗證碼：</td><td><input type="text" name="checkCode" maxlength="6" size="8" value="" autocomplete="off">
<img name="codeImg" src="/portal/checkCode.do;jsessionid={sid}?t={int(time.time() * 1000)}" align="absmiddle" alt="code"> <a href="javascript:reload();">換一張</a><br><font size="1">(不用區分大小寫)</font></td></tr>
<tr><td colspan="2" align="center"><input type="submit" value="登　入" class="btn"> <input type="reset" value="清　除" class="btn"></td></tr>
</table></form></td></tr></table>
<script language="JavaScript" type="text/javascript">
<!--
document.forms["logonForm"].elements["userId"].focus();
// -->
</script>"""
        return self._tile("醫療資訊入口網", body, title="使用者登入 - Logon")

    def _menu(self) -> str:
        names = [("HRS010", "更改密碼"), ("HRS011", "個人簽章提醒設定"), ("HRS012", "薪資所得免稅額申報表"), ("HRS013", "員工待遇福利查詢"),
                 ("HRS019", "查詢員工連絡資料"), ("HRS020", "維護個人連絡資料"), ("HRS021", "個人就醫紀錄查詢")]
        rows = "".join(f'<tr><td>&nbsp;<img src="/img/dot.gif" width="8" height="8" alt=""> <a href="/portal/dispatch.do?funcId={c}">{n}</a></td></tr>\n' for c, n in names)
        body = f"""<table width="96%" align="center"><tr><td width="200" valign="top">
<table width="100%" border="1" bordercolor="#99CCCC" cellspacing="0"><tr><td bgcolor="#DDEEEE"><b>個人管理</b></td></tr>
{rows}</table></td><td valign="top">&nbsp;您好! {h(self.truth.person.name)}
<p>總院差勤待簽 0 未核准 0 被駁回 0</p>
<table width="100%" border="1" cellspacing="0"><tr><th>日期</th><th>全院公告</th></tr>
<tr><td>2004/10/21</td><td>請同仁填報「薪資所得免稅額申報表」</td></tr></table></td></tr></table>"""
        nav = '<a href="/portal/mainMenu.do"><font color="#FFFFFF">首頁</font></a> | <a href="/portal/logoff.do" onclick="return confirm(\'確定登出系統?\');"><font color="#FFFFFF">登出</font></a>'
        return self._tile("醫療資訊入口網", body, nav, "功能選單")

    # ------------------------------------------------------------ inner
    def inner(self, rq: Request) -> Response:
        path = rq.path.split(";")[0]
        sid, sess, cookie = self._session(rq, "/hr")
        if path == "/hr/sso.do":
            owner = self.tickets.pop(rq.query.get("ticket", ""), "")
            if f"portal:{owner}" not in self.truth.sessions:
                return Response(self._tile("人事資訊系統", "單一登入憑證無效，請由入口網重新進入。"), 403, headers=cookie)
            sess["owner"] = owner
            to = "changePassword" if rq.query.get("funcId") == "HRS010" else "maintainContact"
            return redirect(f"/hr/{to}.do;jsessionid={sid}?method=init", *cookie)
        if f"portal:{sess.get('owner', '')}" not in self.truth.sessions:
            return Response(self._tile("人事資訊系統", f'連線逾時，<a href="{self.urls["portal"]}/portal/logonPage.do">請重新登入</a>'), 403, headers=cookie)
        if path == "/hr/changePassword.do":
            if rq.method == "POST":
                return self._change(rq, sid, sess)
            return Response(self._change_page(sid, sess))
        if path == "/hr/maintainContact.do":
            if rq.method == "POST":
                return self._contact(rq, sid, sess)
            return Response(self._contact_page(sid, sess))
        return Response("<h1>HTTP Status 404</h1>", 404)

    def _back(self) -> str:
        return f'[<a href="{self.urls["portal"]}/portal/mainMenu.do">回功能選單</a>] [<a href="{self.urls["portal"]}/portal/logoff.do">登出系統</a>]'

    def _change_page(self, sid: str, sess: dict, errors: list[str] = []) -> str:
        rows = "".join(f'<tr><td class="label" bgcolor="#EEEEEE">{t}：</td><td><input type="password" name="{n}" maxlength="20" size="20" value=""></td></tr>\n'
                       for n, t in (("oldPasswd", "請輸入舊密碼"), ("newPasswd", "請輸入新密碼"), ("confirmPasswd", "請再輸入新密碼")))
        return self._tile("人事資訊系統", f"""<h3>更改密碼</h3>{self._errors(errors)}
<form name="changePasswordForm" method="post" action="/hr/changePassword.do;jsessionid={sid}">{self._token(sess)}
<input type="hidden" name="method" value="update">
<table border="1" cellspacing="0" cellpadding="4">{rows}
<tr><td bgcolor="#EEEEEE">密碼強度檢核：</td><td><span id="strength">&nbsp;</span></td></tr>
<tr><td colspan="2">密碼設定條件：<br>1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字</td></tr>
<tr><td colspan="2" align="center"><input type="submit" value="送出變更"> <input type="reset" value="重填"></td></tr></table></form>
{self._back()}""", title="更改密碼")

    def _change(self, rq: Request, sid: str, sess: dict) -> Response:
        self.takes(rq, oldPasswd="old_password", newPasswd="new_password", confirmPasswd="new_password_again")
        errors = []
        new = rq.get("newPasswd")
        if not self._token_ok(sess, rq) or rq.get("method") != "update":
            errors.append("畫面已失效或重複送出，請重新輸入。")
        else:
            if rq.get("oldPasswd") != self.truth.portal_password:
                errors.append("原密碼輸入錯誤。")
            if not 8 <= len(new) <= 20:
                errors.append("新密碼長度需為 8 至 20 碼。")
            if not (re.search("[A-Za-z]", new) and re.search("[0-9]", new)):
                errors.append("新密碼須含英文字母及數字。")
            if new != rq.get("confirmPasswd"):
                errors.append("兩次輸入之新密碼不相同。")
            if new == self.truth.portal_password:
                errors.append("新密碼不得與原密碼相同。")
        if errors:
            self.truth.counts["password_refused"] += 1
            return Response(self._change_page(sid, sess, errors))
        self.truth.portal_password = new
        self.truth.counts["password_changed"] += 1
        return Response(self._tile("人事資訊系統", f"<h3>作業結果</h3><p><b>密碼變更作業完成。</b>下次登入請使用新密碼。</p>{self._back()}"))

    def _contact_now(self) -> dict[str, str]:
        person = self.truth.person
        return {k: self.truth.saved_contact.get(k, getattr(person, k)) for k in FIELDS.values()}

    def _contact_page(self, sid: str, sess: dict, errors: list[str] = [], message: str = "", given: dict | None = None) -> str:
        now = given or self._contact_now()
        person = self.truth.person
        box = {n: f'<input type="text" name="{n}" maxlength="30" size="18" value="{h(now[k])}">' for n, k in FIELDS.items()}
        return self._tile("人事資訊系統", f"""{self._errors(errors)}<font color="blue">{message}</font>
<form name="contactForm" method="post" action="/hr/maintainContact.do;jsessionid={sid}?method=save">{self._token(sess)}
<table width="96%" border="0"><tr><td><b>台大醫院---維護個人連絡資料</b></td><td align="right"><input type="submit" value="異動儲存"></td></tr></table>
<table width="96%" border="1" cellspacing="0" cellpadding="3">
<tr><td class="label">員工編號：</td><td><input type="text" name="empNo" value="{person.employee_id}" readonly="readonly"></td><td class="label">姓名：</td><td>{h(person.name)}</td></tr>
<tr><td class="label">英文姓：</td><td colspan="3">{box["engSurname"]} ex:Chen(陳)</td></tr>
<tr><td class="label">英文首名：</td><td colspan="3">{box["engGivenName"]} ex: Yi-Fen(怡芬) (說明)</td></tr>
<tr><td class="label">英文中名：</td><td colspan="3">{box["engMiddleName"]} ex:Mary 為英文別名，如無，可不填</td></tr>
<tr><td class="label">辦公室電話：</td><td>{box["officeTel"]}<br>ex:61234或23123456</td><td class="label">住宅電話：</td><td>{box["homeTel"]}<br>ex:0223123456</td></tr>
<tr><td class="label">行動電話：</td><td colspan="3">{box["mobileTel"]} ex:0952000000 (如離職或更換門號，請記得調整此欄位)</td></tr>
</table></form>{self._back()}""", title="維護個人連絡資料")

    def _contact(self, rq: Request, sid: str, sess: dict) -> Response:
        self.takes(rq, mobileTel="mobile_phone", empNo="employee_id")
        given = {k: rq.get(n).strip() for n, k in FIELDS.items()}
        errors = []
        if not self._token_ok(sess, rq):
            errors.append("畫面已失效或重複送出，資料未儲存。")
        elif any(not rq.has(n) for n in FIELDS) or rq.get("empNo") != self.truth.person.employee_id:
            errors.append("傳送資料不完整。")
        elif not re.fullmatch(r"09\d{8}", given["mobile_phone"]):
            errors.append("行動電話格式不正確，應為 09 開頭之 10 位數字。")
        elif any(len(v) > 30 for v in given.values()):
            errors.append("欄位長度超過限制。")
        if errors:
            return Response(self._contact_page(sid, sess, errors, given=given))
        self.truth.saved_contact.update(given)
        self.truth.counts["contact_saved"] += 1
        return Response(self._contact_page(sid, sess, message="【資料異動成功】 連絡資料已更新。"))

    # ------------------------------------------------------------ account
    def account(self, rq: Request) -> Response:
        path = rq.path.split(";")[0]
        if path in ("/", "/help", "/help/"):
            return redirect("/help/index.do")
        sid, sess, cookie = self._session(rq, "/help")
        answer = self._account(rq, path, sid, sess)
        answer.headers += cookie
        return answer

    def _account(self, rq: Request, path: str, sid: str, sess: dict) -> Response:
        system = "網路帳號服務"
        home = '<a href="/help/index.do"><font color="#FFFFFF">回首頁</font></a>'
        leave = '<a href="/help/leave.do"><font color="#FFFFFF">離開</font></a>'
        if path == "/help/index.do":
            return Response(self._tile(system, """<div style="margin:0 20px">
<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<b>《規範》</b><ul><li>網路帳號依據院方資訊安全規定，不可借用或盜用。</li><li>請勿冒用院內同仁申請網路帳號。</li>
<li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul>
<b>《常見問題與服務》</b><dl><dt>密碼修改後多久可以生效</dt><dd>即時生效。</dd><dt>忘記密碼</dt><dd>請以下方(重置雲端服務密碼)取得簡訊後設定。</dd></dl>
<table border="1" cellpadding="6" cellspacing="0" width="100%">
<tr><td><a href="/help/identify.do?method=init&amp;applyType=A">啟用網路帳號及首次雲端帳號密碼設定</a></td><td>啟用本院微軟相關服務，如：Office365, Outlook...</td></tr>
<tr><td><a href="/help/identify.do?method=init&amp;applyType=R">重置雲端服務密碼</a></td><td>重設非Portal帳號的密碼：Email, 無線網路, KM, TMS</td></tr>
<tr><td><a href="/help/vendor.do">總院廠商VPN展延申請</a></td><td>總院廠商VPN到期，重新啟用申請。</td></tr></table></div>"""))
        if path == "/help/leave.do":
            if f"account:{sid}" in self.truth.sessions:
                self.truth.sessions.discard(f"account:{sid}")
                self.truth.counts["sign_out_account"] += 1
            self.web.pop(sid, None)
            return Response(self._tile(system, '<p>您已離開網路帳號服務。<a href="/help/index.do">回首頁</a></p>'))
        if path == "/help/identify.do":
            if rq.method != "POST":
                if rq.query.get("applyType") in ("A", "R"):
                    sess["type"] = rq.query["applyType"]
                return Response(self._tile(system, self._identify(sid, sess), home, "身分驗證"))
            self.takes(rq, empNo="employee_id", motpCode="code")
            if "type" not in sess or not self._token_ok(sess, rq):
                return Response(self._tile(system, '<font color="red">作業逾時，請由首頁重新進入。</font>', home))
            if rq.get("method") == "發送簡訊動態碼":
                if not re.fullmatch(r"\d{6}", rq.get("empNo")):
                    return Response(self._tile(system, self._identify(sid, sess, ["請輸入6位數字之主職員工編號。"]), home))
                sess["emp"] = rq.get("empNo")
                return Response(self._tile(system, self._phone(sid, sess), home))
            errors = []
            if rq.get("method") != "下一步":
                errors.append("不明的作業代碼。")
            elif "code" not in sess or rq.get("empNo") != sess.get("emp"):
                errors.append("請先發送簡訊動態碼。")
            elif time.time() - sess["when"] > 120:
                errors.append("動態碼已超過2分鐘，請重新發送。")
            elif rq.get("motpCode").strip() != sess["code"]:
                errors.append("動態碼比對不符，請再確認。")
            if errors:
                self.truth.counts["code_refused"] += 1
                return Response(self._tile(system, self._identify(sid, sess, errors), home))
            del sess["code"]
            sess["proved"] = True
            self.truth.sessions.add(f"account:{sid}")
            self.truth.counts["code_accepted"] += 1
            return redirect(f"/help/{'cloudAccount' if sess['type'] == 'A' else 'resetPassword'}.do;jsessionid={sid}")
        if path == "/help/sendSms.do" and rq.method == "POST":
            self.takes(rq, mobile="registered_phone", empNo="employee_id")
            if "emp" not in sess or not self._token_ok(sess, rq):
                return Response(self._tile(system, '<font color="red">作業逾時，請由首頁重新進入。</font>', home))
            if rq.get("method") == "取消":
                return Response(self._tile(system, self._identify(sid, sess), home))
            if sess["emp"] != self.truth.person.employee_id or rq.get("mobile").strip() != self._contact_now()["mobile_phone"]:
                return Response(self._tile(system, self._phone(sid, sess, ["所輸入門號與帳號登記資料不一致，無法發送。"]), home))
            sess["code"], sess["when"] = self.truth.new_message(), time.time()
            return Response(self._tile(system, f"""<table align="center" border="1" cellpadding="8"><tr><th>動態碼簡訊發送成功</th></tr>
<tr><td>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</td></tr>
<tr><td align="center"><form name="okForm" method="get" action="/help/identify.do;jsessionid={sid}"><input type="hidden" name="method" value="back"><input type="submit" value="確定"></form></td></tr></table>""", home))
        if path == "/help/vendor.do":
            return Response(self._tile(system, "本服務限院內資訊室受理。", home))
        if not sess.get("proved"):
            return Response(self._tile(system, '<font color="red">尚未通過身分驗證。</font>', home), 403)
        if path == "/help/cloudAccount.do" and sess["type"] == "A":
            errors = []
            if rq.method == "POST":
                self.takes(rq, mailName="alias", cloudPasswd="cloud_password", cloudPasswd2="cloud_password_again")
                if rq.get("method") == "取消啟用":
                    return redirect("/help/leave.do")
                errors = self._activate(rq, sess)
                if not errors:
                    return Response(self._tile(system, f"""<h3>作業完成</h3><p>雲端服務帳號 <b>{h(self.truth.alias)}@ntuh.gov.tw</b> 申請成功，將於隔日生效。</p>
<p><a href="/help/leave.do">離開</a></p>""", leave))
            return Response(self._tile(system, self._cloud(sid, sess, errors), leave, "設定密碼與郵件別名"))
        if path == "/help/resetPassword.do" and sess["type"] == "R":
            errors = []
            if rq.method == "POST":
                self.takes(rq, cloudPasswd="cloud_password", cloudPasswd2="cloud_password_again")
                if not self._token_ok(sess, rq):
                    errors.append("畫面已失效或重複送出。")
                elif not self.truth.alias:
                    errors.append("您的雲端服務帳號尚未啟用，無法重置。")
                else:
                    errors = self._pair(rq)
                if not errors:
                    self.truth.cloud_password = rq.get("cloudPasswd")
                    return Response(self._tile(system, "<p>雲端服務密碼重置完成，即時生效。</p>", leave))
            return Response(self._tile(system, f"""<h3>重置雲端服務密碼</h3>{self._errors(errors)}
<form name="resetForm" method="post" action="/help/resetPassword.do;jsessionid={sid}">{self._token(sess)}{self._pair_rows()}<input type="submit" value="確認重置"></form>""", leave))
        return Response("<h1>HTTP Status 404</h1>", 404)

    def _pair_rows(self) -> str:
        return """<table border="1" cellspacing="0"><tr><td class="label">雲端服務密碼</td><td><input type="password" name="cloudPasswd" maxlength="32" value=""> 8碼以上英數混合</td></tr>
<tr><td class="label">確認雲端服務密碼</td><td><input type="password" name="cloudPasswd2" maxlength="32" value=""></td></tr></table>"""

    def _pair(self, rq: Request) -> list[str]:
        new = rq.get("cloudPasswd")
        if not 8 <= len(new) <= 32 or not (re.search("[A-Za-z]", new) and re.search("[0-9]", new)):
            return ["雲端服務密碼須為8至32碼英數字混合。"]
        if new == self.truth.portal_password:
            return ["雲端服務密碼請勿與Portal密碼相同。"]
        return [] if new == rq.get("cloudPasswd2") else ["兩次輸入之雲端服務密碼不相同。"]

    def _activate(self, rq: Request, sess: dict) -> list[str]:
        name = rq.get("mailName").strip().lower()
        if not self._token_ok(sess, rq) or rq.get("method") != "啟用雲端服務":
            return ["畫面已失效或重複送出。"]
        if self.truth.alias:
            return ["本帳號已辦理過啟用，不得重複申請。"]
        if len(name) > 64 or not re.fullmatch(r"[a-z][a-z0-9._-]*[a-z0-9]", name):
            return ["電子郵件名稱格式不符（限英文字母開頭之英數字、點、底線及減號，64字元內）。"]
        if name == "taken.name":
            return ["此電子郵件名稱已有人使用，請另行輸入。"]
        errors = self._pair(rq)
        if not errors:
            self.truth.alias, self.truth.cloud_password = name, rq.get("cloudPasswd")
            self.truth.counts["activated"] += 1
        return errors

    def _notice(self) -> str:
        return """<b>注意事項</b><ol><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li>
<li>請輸入帳號與簡訊動態碼後按「下一步」。</li><li>如未申請MOTP服務請洽資訊服務台辦理(261120)。</li></ol>"""

    def _identify(self, sid: str, sess: dict, errors: list[str] = []) -> str:
        title = "重置雲端服務密碼" if sess.get("type") == "R" else "啟用網路帳號及首次雲端帳號密碼設定"
        return f"""{self._notice()}{self._errors(errors)}
<form name="identifyForm" method="post" action="/help/identify.do;jsessionid={sid}">{self._token(sess)}
<table border="1" cellspacing="0" cellpadding="4" align="center"><tr><th colspan="3" bgcolor="#DDEEEE">{title}</th></tr>
<tr><td class="label">網路帳號 / 主職員工編號</td><td><input type="text" name="empNo" maxlength="6" value="{h(str(sess.get("emp", "")))}"></td><td><input type="submit" name="method" value="發送簡訊動態碼"></td></tr>
<tr><td class="label">簡訊(或MOTP)動態碼</td><td><input type="text" name="motpCode" maxlength="8" value="" autocomplete="off"></td><td>&nbsp;</td></tr>
<tr><td colspan="3" align="right"><input type="submit" name="method" value="下一步"></td></tr></table></form>"""

    def _phone(self, sid: str, sess: dict, errors: list[str] = []) -> str:
        return f"""{self._errors(errors)}<form name="smsForm" method="post" action="/help/sendSms.do;jsessionid={sid}">{self._token(sess)}
<table border="1" align="center" cellpadding="6"><tr><td>請輸入帳號登記的手機門號(10碼)</td></tr>
<tr><td><input type="hidden" name="empNo" value="{h(str(sess["emp"]))}"><input type="text" name="mobile" maxlength="10" value=""></td></tr>
<tr><td align="center"><input type="submit" name="method" value="確定發送"> <input type="submit" name="method" value="取消"></td></tr></table></form>"""

    def _cloud(self, sid: str, sess: dict, errors: list[str]) -> str:
        p = self.truth.person
        facts = f"""<tr><td class="label">網路帳號 / 主職員工編號</td><td>{p.employee_id}</td></tr><tr><td class="label">帳號姓名</td><td>{h(p.name)}</td></tr>
<tr><td class="label">主職單位</td><td>{h(p.unit)}</td></tr><tr><td class="label">有效期限</td><td>{p.valid_until}</td></tr>"""
        if self.truth.alias:
            return f"""<h3>設定密碼與郵件別名</h3>{self._errors(errors)}<table border="1" cellspacing="0" cellpadding="4">{facts}
<tr><td class="label">雲端服務帳號 (電子郵件名稱)</td><td>{h(self.truth.alias)}@ntuh.gov.tw</td></tr><tr><td class="label">帳號狀態</td><td><font color="green">已啟用，無須再次申請</font></td></tr></table>"""
        return f"""<h3>設定密碼與郵件別名</h3>{self._errors(errors)}
<p>雲端服務帳號說明：<br>1. 雲端服務帳號為跨體系使用。<br>2. 服務於設定完成隔日生效。</p>
<form name="cloudAccountForm" method="post" action="/help/cloudAccount.do;jsessionid={sid}">{self._token(sess)}
<table border="1" cellspacing="0" cellpadding="4">{facts}
<tr><td class="label">雲端服務帳號 (電子郵件名稱)</td><td><input type="text" name="mailName" maxlength="64" value="">@ntuh.gov.tw 名稱長度限64字元內</td></tr></table>
{self._pair_rows()}<input type="submit" name="method" value="取消啟用"> <input type="submit" name="method" value="啟用雲端服務"> 服務於設定完成隔日生效</form>"""

    # ------------------------------------------------------------ mail
    def mail(self, rq: Request) -> Response:
        path = rq.path.split(";")[0]
        if path in ("/", "/webmail", "/webmail/"):
            return redirect("/webmail/login.do?method=init")
        sid, sess, cookie = self._session(rq, "/webmail")
        if path == "/webmail/checkCode.do":
            return Response(**{**vars(self._shot(sess, True))})
        error = []
        if path == "/webmail/logout.do":
            if f"mail:{sid}" in self.truth.sessions:
                self.truth.sessions.discard(f"mail:{sid}")
                self.truth.counts["sign_out_mail"] += 1
            self.web.pop(sid, None)
            return redirect("/webmail/login.do?method=init")
        if path == "/webmail/login.do" and rq.method == "POST":
            self.takes(rq, account="mail_account", password="mail_password", vcode="captcha")
            if not self._token_ok(sess, rq):
                error = ["畫面逾時，請重新登入。"]
            elif not self._shot_ok(sess, rq.get("vcode"), True):
                error = ["驗證碼不正確。"]
            elif not self.truth.alias or rq.get("account").strip().split("@")[0].lower() != self.truth.alias or rq.get("password") != self.truth.cloud_password:
                error = ["郵件帳號或密碼錯誤。"]
            else:
                sess["user"] = self.truth.alias
                self.truth.sessions.add(f"mail:{sid}")
                self.truth.counts["mail_sign_in"] += 1
                return redirect(f"/webmail/inbox.do;jsessionid={sid}", *cookie)
        elif path == "/webmail/inbox.do" and "user" in sess:
            return Response(self._tile("電子信箱", f"""<b>收件匣</b> {h(str(sess["user"]))}@ntuh.gov.tw (0 封未讀)<table border="1" width="100%"><tr><th>寄件人</th><th>主旨</th><th>日期</th></tr>
<tr><td>資訊室</td><td>歡迎使用本院電子郵件</td><td>2004/11/01</td></tr></table><p><a href="/webmail/logout.do">登出信箱</a></p>"""))
        body = f"""{self._errors(error)}<form name="mailLoginForm" method="post" action="/webmail/login.do;jsessionid={sid}">{self._token(sess)}
<table align="center" cellpadding="4"><tr><td>帳號:</td><td><input type="text" name="account" value="" maxlength="80">@ntuh.gov.tw</td></tr>
<tr><td>密碼:</td><td><input type="password" name="password" value=""></td></tr>
<tr><td>驗證碼(小寫字母或數字):</td><td><input type="text" name="vcode" maxlength="5" value=""> <img src="/webmail/checkCode.do;jsessionid={sid}" alt=""></td></tr>
<tr><td></td><td><input type="checkbox" name="keep" value="on">記住登入資訊 (公用電腦請勿勾選)</td></tr>
<tr><td colspan="2" align="center"><input type="submit" value="進入信箱"></td></tr></table></form>
<hr><b>公佈欄</b><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<br>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls["account"]}">https://help.ntuh.gov.tw/</a></p>"""
        return Response(self._tile("電子信箱", body), headers=cookie)

"""從 Lotus Notes 搬上網的 Domino：?OpenForm&Seq=、_doClick、hide-when、讀取模式。"""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect


def unid() -> str:
    return secrets.token_hex(16).upper()


def domino(title: str, body: str) -> str:
    return f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html>
<head>
<title>{title}</title>
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8"></head>
<body text="#000000" bgcolor="#FFFFFF">
{body}
</body>
</html>
"""


def form(name: str, action: str, body: str, key: str = "") -> str:
    return f"""
<form method="post" action="{action}" enctype="application/x-www-form-urlencoded" name="_{name}">
<script language="JavaScript" type="text/javascript">
<!--
document._domino_target = "_self";
function _doClick(v, o, t) {{
  var form = document._{name};
  if (form.onsubmit) {{ var retVal = form.onsubmit(); if (typeof retVal == "boolean" && retVal == false) return false; }}
  form.__Click.value = v; if (t != null) form.target = t; form.submit(); return false;
}}
// -->
</script>
<input type="hidden" name="__Click" value="0"><input type="hidden" name="%%ModDate" value="{key}">
{body}
</form>"""


FONT = '<font size="2" face="新細明體">'


class TheSite(Site):
    title = "Notes 移植 Domino"

    def __init__(self) -> None:
        super().__init__()
        self.keys: dict[str, dict] = {}
        self.people: dict[str, str] = {}
        self.verified: dict[str, str] = {}
        self.notes_mail: set[str] = set()

    def key(self, what: str, **more) -> str:
        k = unid()[:16]
        self.keys[k] = {"what": what, **more}
        return k

    def use(self, request: Request, what: str) -> dict | None:
        found = self.keys.get(request.get("%%ModDate"))
        if found is None or found["what"] != what:
            return None
        del self.keys[request.get("%%ModDate")]
        return found

    @staticmethod
    def http_error(words: str) -> Response:
        return Response(domino("Error", f"<h1>Error {words}</h1><h2>HTTP Web Server: Lotus Notes Exception - 文件已失效，請由首頁重新開啟</h2>"), 500)

    # ======== portal.nsf
    def portal(self, request: Request) -> Response:
        t, p = self.truth, request.path
        q = {k.lower() for k in request.query}
        user = request.cookies.get("DomAuthSessId", "")
        if p == "/":
            return redirect("/portal.nsf?Open")
        if p == "/captcha.gif":
            return Response(picture(t.new_captcha()), kind="image/gif")
        if p == "/names.nsf" and request.method == "POST":
            self.takes(request, HospCode="campus", Username="employee_id", Password="portal_password", ChkCode="captcha")
            want, t.captcha = t.captcha, ""
            why = ""
            if self.use(request, "login") is None:
                return self.http_error("500")
            if not want or request.get("ChkCode").strip().upper() != want:
                why = "您輸入的驗證碼無效"
            elif request.get("HospCode") != "T0" or request.get("Username").strip() != t.person.employee_id or request.get("Password") != t.portal_password:
                why = "您提供的使用者名稱或密碼無效"
            if why:
                t.counts["sign_in_refused"] += 1
                return self._login(why + "。請再次登入。")
            user = unid()
            self.people[user] = t.person.employee_id
            t.sessions.add(f"portal:{user}")
            t.counts["sign_in"] += 1
            return redirect("/portal.nsf/vwMenu?OpenView&ExpandSection=3", ("Set-Cookie", f"DomAuthSessId={user}; path=/"))
        if user not in self.people:
            return self._login("")
        if "logout" in q:
            self.people.pop(user)
            t.sessions.discard(f"portal:{user}")
            t.counts["sign_out_portal"] += 1
            return Response(domino("登出", f'{FONT}您已經離開系統。</font><br><a href="/portal.nsf?Open">再次登入</a>'), headers=[("Set-Cookie", "DomAuthSessId=; path=/; Max-Age=0")])
        if p == "/portal.nsf/fmChgPwd":
            if request.method == "POST":
                return self._chgpwd(request)
            return self._chgpwd_form("")
        if p.startswith("/portal.nsf"):
            base = "/portal.nsf/vwMenu?OpenView&amp;ExpandSection="
            lines = ""
            for i, group in enumerate(("醫療系統", "行政系統", "個人管理"), 1):
                opened = request.query.get("ExpandSection", "3") == str(i)
                lines += f'<tr><td colspan="2"><a href="{base}{i}"><img src="/icons/{"collapse" if opened else "expand"}.gif" border="0" alt="{"隱藏" if opened else "顯示"} {group} 的詳細資料"></a> <b>{group}</b></td></tr>'
                if opened:
                    items = {1: (("門診系統", "#"),), 2: (("表單下載", "#"), ("差勤系統", "#")), 3: (("更改密碼", "/portal.nsf/fmChgPwd?OpenForm"), ("查詢員工連絡資料", "#"), ("維護個人連絡資料", f"{self.urls['inner']}/hr/person.nsf/0/{user}?EditDocument"), ("流感同意書列印", "#"))}[i]
                    lines += "".join(f'<tr><td width="24"><img src="/icons/ecblank.gif" alt=""></td><td><a href="{u}">{FONT}{n}</font></a></td></tr>' for n, u in items)
            return Response(domino("醫療資訊系統", f"""<table width="100%" bgcolor="#006699"><tr><td><font color="#FFFFFF">{t.person.name}/NTUH 您好!</font></td><td align="right"><a href="/portal.nsf?Logout"><img src="/portal.nsf/exit.gif?OpenImageResource" border="0" alt="登出"></a></td></tr></table>
<form action="/portal.nsf/vwAll?SearchView" method="get"><input name="Query" value="" size="14"><input type="submit" value="全文檢索"></form>
<table border="0" cellpadding="2">{lines}</table>"""))
        return self.http_error("404")

    def _login(self, why: str) -> Response:
        k = self.key("login")
        return Response(domino("伺服器登入", form("LoginForm", "/names.nsf?Login", f"""<input type="hidden" name="%%Surrogate_HospCode" value="1"><input type="hidden" name="RedirectTo" value="/portal.nsf?Open">
<p><b><font color="#FF0000">{why}</font></b></p><table border="1" cellspacing="0">
<tr valign="top"><td width="100">{FONT}院區</font></td><td><select name="HospCode"><option value="T0" selected>總院區<option value="T2">北護分院<option value="Y0">雲林分院</select></td></tr>
<tr valign="top"><td>{FONT}帳號</font></td><td><input name="Username" value="" size="20" maxlength="256"></td></tr>
<tr valign="top"><td>{FONT}密碼</font></td><td><input name="Password" value="" type="password" size="20" maxlength="256"></td></tr>
<tr valign="top"><td>{FONT}驗證碼<br>(不用區分大小寫)</font></td><td><img src="/captcha.gif?OpenElement&amp;{unid()[:6]}" width="120" height="36"><br><input name="ChkCode" value="" size="8"></td></tr>
</table><br><input type="button" onclick="return _doClick('$Login', this, null)" value="登入">""", k)))

    def _chgpwd_form(self, why: str) -> Response:
        k = self.key("pwd")
        return Response(domino("更改密碼", form("fmChgPwd", "/portal.nsf/fmChgPwd?OpenForm&amp;Seq=1", f"""<b>{FONT}更改密碼</font></b> <font color="#FF0000">{why}</font><br>
{FONT}請輸入舊密碼：</font><input name="OldPwd" value="" type="password"><br>
{FONT}請輸入新密碼：</font><input name="NewPwd" value="" type="password"><br>
{FONT}請再輸入新密碼：</font><input name="NewPwdConfirm" value="" type="password"><br>
{FONT}密碼設定條件：1.密碼長度不可少於8個字元 2.密碼內容需包含英文及數字</font><br>
<a href="" onclick="return _doClick('48256C0A0029.7F2/$Body/0.3B4', this, null)"><img src="/icons/actn010.gif" border="0" alt="">確定變更</a> | <a href="/portal.nsf/vwMenu?OpenView">回功能選單</a>""", k)))

    def _chgpwd(self, request: Request) -> Response:
        self.takes(request, OldPwd="old_password", NewPwd="new_password", NewPwdConfirm="new_password_again")
        t, new, why = self.truth, request.get("NewPwd"), ""
        if self.use(request, "pwd") is None or not request.get("__Click").startswith("48256C0A0029"):
            return self.http_error("500")
        if request.get("OldPwd") != t.portal_password:
            why = "舊密碼不正確"
        elif new != request.get("NewPwdConfirm"):
            why = "兩次新密碼不同"
        elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
            why = "新密碼不合設定條件"
        if why:
            t.counts["password_refused"] += 1
            return self._chgpwd_form(why)
        t.portal_password = new
        t.counts["password_changed"] += 1
        return Response(domino("Form processed", f'<h2>Form processed</h2>{FONT}您的密碼已異動完畢。</font><p><a href="/portal.nsf/vwMenu?OpenView">回功能選單</a>'))

    # ======== hr/person.nsf
    def inner(self, request: Request) -> Response:
        t = self.truth
        found = re.fullmatch(r"/hr/person\.nsf/0/([0-9A-F]{32})", request.path)
        if not found or found.group(1) not in self.people:
            return Response(domino("Not authorized", "<h1>您未被授權執行該作業，請重新登入</h1>"), 401)
        doc, who = found.group(1), t.person
        rows = (("EngSurname", "english_surname", "英文姓", "ex:Chen(陳)"), ("EngGiven", "english_given", "英文首名", "ex: Yi-Fen(怡芬)"), ("EngMiddle", "english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填"), ("OfficePhone", "office_phone", "辦公室電話", "ex:61234或23123456"), ("HomePhone", "home_phone", "住宅電話", "ex:0223123456"), ("CellPhone", "mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))
        why = ""
        if request.method == "POST":
            self.takes(request, CellPhone="mobile_phone")
            if self.use(request, "hr" + doc) is None:
                return self.http_error("500")
            got = {key: request.get(n).strip() for n, key, _, _ in rows}
            if re.fullmatch(r"09\d{8}", got["mobile_phone"]):
                t.saved_contact = got
                t.counts["contact_saved"] += 1
                return redirect(f"/hr/person.nsf/0/{doc}?OpenDocument&saved=1")
            why = "欄位檢核失敗：行動電話須為10碼數字"
        head = f'<b>台大醫院---維護個人連絡資料</b><hr>{FONT}員工編號：{who.employee_id}　姓名：{who.name}</font><br>'
        values = {n: escape(t.saved_contact.get(key, getattr(who, key))) for n, key, _, _ in rows}
        home = f'<a href="{self.urls["portal"]}/portal.nsf/vwMenu?OpenView">回功能選單</a>'
        if "OpenDocument" in request.query:
            note = '<font color="#008000">文件已儲存 (Document saved)</font><br>' if request.query.get("saved") else ""
            body = "".join(f"<tr><td>{FONT}{lab}：</font></td><td>{values[n]}</td></tr>" for n, _, lab, _ in rows)
            return Response(domino("個人連絡資料", f'{note}{head}<table>{body}</table><a href="/hr/person.nsf/0/{doc}?EditDocument">編輯文件</a> {home}'))
        body = "".join(f'<tr valign="top"><td>{FONT}{lab}：</font></td><td><input name="{n}" value="{values[n]}"> {FONT}{hint}</font></td></tr>' for n, _, lab, hint in rows)
        return Response(domino("個人連絡資料", form("fmPerson", f"/hr/person.nsf/0/{doc}?EditDocument&amp;Seq=1", f"""<table bgcolor="#CCCCCC"><tr><td><a href="" onclick="return _doClick('$Save', this, null)"><img src="/icons/actn036.gif" border="0" alt="">異動儲存</a></td></tr></table>
<font color="#FF0000">{why}</font>{head}<table>{body}</table>{home}""", self.key("hr" + doc))))

    # ======== account.nsf
    def account(self, request: Request) -> Response:
        t, who, p = self.truth, self.truth.person, request.path
        if p in ("/", "/account.nsf"):
            return Response(domino("網路帳號", f"""<center><b><font size="5">網路帳號服務</font></b></center>{FONT}說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</font><br><br><b>《規範》</b><br>{FONT}網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<br>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置</font><br>
<b>《常見問題與服務》</b><br>{FONT}忘記密碼：請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</font><br><br>
<table border="1" bgcolor="#FFFFCC"><tr><td><a href="/account.nsf/fmVerify?OpenForm&amp;Func=Activate">{FONT}啟用網路帳號及首次雲端帳號密碼設定</font></a></td></tr><tr><td><a href="/account.nsf/fmVerify?OpenForm&amp;Func=Reset">{FONT}重置雲端服務密碼</font></a></td></tr><tr><td><a href="/account.nsf/fmVpn?OpenForm">{FONT}總院廠商VPN展延申請</font></a></td></tr></table>"""))
        if p == "/account.nsf/fmVpn":
            return Response(domino("VPN", "限廠商使用"))
        if p == "/account.nsf/fmVerify":
            func = "Reset" if request.query.get("Func") == "Reset" else "Activate"
            if request.method == "POST":
                return self._verify(request, func)
            return self._verify_form(func, "", "", False, {})
        doc = request.query.get("Doc", "")
        if doc not in self.verified:
            return redirect("/account.nsf")
        bye = f'<a href="/account.nsf/agLeave?OpenAgent&amp;Doc={doc}">{FONT}關閉並離開</font></a>'
        if p == "/account.nsf/agLeave":
            self.verified.pop(doc)
            t.sessions.discard(f"account:{doc}")
            t.counts["sign_out_account"] += 1
            return redirect("/account.nsf")
        if p == "/account.nsf/fmReset":
            why = ""
            if request.method == "POST":
                self.takes(request, CloudPwd="cloud_password", CloudPwd2="cloud_password_again")
                if self.use(request, "reset" + doc) is None:
                    return self.http_error("500")
                new = request.get("CloudPwd")
                if not t.alias:
                    why = "尚未啟用網路帳號"
                elif new != request.get("CloudPwd2") or len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                    why = "密碼不合規定"
                else:
                    t.cloud_password = new
                    return Response(domino("Form processed", f"<h2>Form processed</h2>{FONT}雲端服務密碼重置完成</font><br>{bye}"))
            return Response(domino("重置雲端服務密碼", form("fmReset", f"/account.nsf/fmReset?OpenForm&amp;Doc={doc}&amp;Seq=1", f'<font color="#FF0000">{why}</font><br>{FONT}新雲端服務密碼：</font><input type="password" name="CloudPwd" value=""><br>{FONT}再輸入一次：</font><input type="password" name="CloudPwd2" value=""><br><input type="button" onclick="return _doClick(\'$Reset\', this, null)" value="確定重置"> {bye}', self.key("reset" + doc))))
        if p == "/account.nsf/fmCloud":
            return self._cloud(request, doc, bye)
        return self.http_error("404")

    def _verify_form(self, func: str, emp: str, words: str, ask: bool, state: dict, good: bool = False) -> Response:
        k = self.key("verify" + func, **{n: v for n, v in state.items() if n != "what"})
        head = "重置雲端服務密碼" if func == "Reset" else "啟用網路帳號及首次雲端帳號密碼設定"
        panel = ""
        if ask:
            panel = f"""<table border="2" bgcolor="#EEEEEE"><tr><td>{FONT}請輸入帳號登記的手機門號(10碼)</font><br><input name="CellNo" value="" size="12"><br>
<a href="" onclick="return _doClick('C1256.B0/$Body/0.send', this, null)">確定發送</a>　<a href="" onclick="return _doClick('C1256.B0/$Body/0.cancel', this, null)">取消</a></td></tr></table>"""
        color = "#008000" if good else "#FF0000"
        return Response(domino(head, form("fmVerify", f"/account.nsf/fmVerify?OpenForm&amp;Func={func}&amp;Seq=2", f"""<b>{head}</b><br>{FONT}注意事項：按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。請輸入帳號與簡訊動態碼後按「下一步」。</font><br><b><font color="{color}">{words}</font></b>
<table border="1"><tr valign="top"><td>{FONT}網路帳號 / 主職員工編號</font></td><td><input name="EmpNo" value="{escape(emp)}"> <input type="button" onclick="return _doClick('C1256.B0/$Body/0.ask', this, null)" value="發送簡訊動態碼"></td></tr>
<tr valign="top"><td>{FONT}簡訊(或MOTP)動態碼</font></td><td><input name="DynCode" value="" autocomplete="off"></td></tr></table>{panel}
<input type="button" onclick="return _doClick('C1256.B0/$Body/0.next', this, null)" value="下一步">""", k)))

    def _verify(self, request: Request, func: str) -> Response:
        self.takes(request, EmpNo="employee_id", DynCode="code", CellNo="registered_phone")
        t, who = self.truth, self.truth.person
        state = self.use(request, "verify" + func)
        if state is None:
            return self.http_error("500")
        act, emp = request.get("__Click").rsplit(".", 1)[-1], request.get("EmpNo").strip()
        if emp != who.employee_id:
            return self._verify_form(func, emp, "查無此員工編號之文件", False, state)
        if act == "ask":
            return self._verify_form(func, emp, "", True, state)
        if act == "send":
            if request.get("CellNo").strip() != t.saved_contact.get("mobile_phone", who.mobile_phone):
                return self._verify_form(func, emp, "門號與人事資料庫登記不符", True, state)
            state.update(code=t.new_message(), at=time.time(), miss=0)
            return self._verify_form(func, emp, "成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」", False, state, True)
        if act != "next":
            return self._verify_form(func, emp, "", False, state)
        if not state.get("code") or request.get("DynCode").strip() != state["code"]:
            t.counts["code_refused"] += 1
            state["miss"] = state.get("miss", 0) + 1
            if state["miss"] >= 5:
                state["code"] = ""
            return self._verify_form(func, emp, "動態碼無效", False, state)
        if time.time() - state["at"] > 120:
            t.counts["code_refused"] += 1
            return self._verify_form(func, emp, "動態碼已過期，請重新發送", False, state)
        doc = unid()
        self.verified[doc] = func
        t.sessions.add(f"account:{doc}")
        t.counts["code_accepted"] += 1
        return redirect(f"/account.nsf/{'fmReset' if func == 'Reset' else 'fmCloud'}?OpenForm&Doc={doc}")

    def _cloud(self, request: Request, doc: str, bye: str) -> Response:
        t, who, why = self.truth, self.truth.person, ""
        if request.method == "POST":
            self.takes(request, MailName="alias", PersonNo="employee_id")
            if self.use(request, "cloud" + doc) is None:
                if t.alias:
                    return Response(domino("Error", f"{FONT}此文件已送出，雲端服務帳號僅能啟用一次</font><br>{bye}"))
                return self.http_error("500")
            name = request.get("MailName").strip()
            if t.alias:
                why = "雲端服務帳號僅能啟用一次"
            elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{0,63}", name):
                why = "電子郵件名稱含有不合法之字元"
            elif name.lower() in ("taken.name", "notesadmin"):
                why = "通訊錄中已有相同之電子郵件名稱"
            else:
                t.alias, t.cloud_password = name, who.national_id
                t.counts["activated"] += 1
                return Response(domino("Form processed", f"<h2>Form processed</h2>{FONT}已為您建立雲端服務帳號 <b>{escape(name)}@ntuh.gov.tw</b>，明日起生效。<br>初始密碼為身分證號（英文字母大寫），如需變更請使用『重置雲端服務密碼』。</font><br>{bye}"))
        facts = (("網路帳號 / 主職員工編號", who.employee_id), ("帳號姓名", f"{who.name}/NTUH"), ("主職單位", who.unit), ("有效期限", who.valid_until))
        rows = "".join(f"<tr><td>{FONT}{a}</font></td><td>{b}</td></tr>" for a, b in facts)
        if t.alias:
            rows += f"<tr><td>{FONT}雲端服務帳號 (電子郵件名稱)</font></td><td>{escape(t.alias)}@ntuh.gov.tw</td></tr><tr><td>{FONT}狀態</font></td><td>使用中 (Active)</td></tr>"
            return Response(domino("設定密碼與郵件別名", f"<b>設定密碼與郵件別名</b>（讀取模式）<table>{rows}</table>{bye}"))
        return Response(domino("設定密碼與郵件別名", form("fmCloud", f"/account.nsf/fmCloud?OpenForm&amp;Doc={doc}&amp;Seq=1", f"""<b>設定密碼與郵件別名</b><br>{FONT}雲端服務帳號說明：<br>1. 雲端服務帳號為跨體系使用。<br>2. 服務於設定完成隔日生效。</font><br><b><font color="#FF0000">{why}</font></b><input type="hidden" name="PersonNo" value="{who.employee_id}"><input type="hidden" name="MailDomain" value="NTUH">
<table>{rows}<tr><td>{FONT}雲端服務帳號 (電子郵件名稱)</font></td><td><input name="MailName" value="" maxlength="64">{FONT}@ntuh.gov.tw 名稱長度限64字元內</font></td></tr><tr><td>{FONT}狀態</font></td><td>尚未啟用</td></tr></table>
{FONT}初始密碼為身分證號（英文字母大寫）</font><br><input type="button" onclick="location.href='/account.nsf/agLeave?OpenAgent&amp;Doc={doc}'" value="取消啟用"> <input type="button" onclick="return _doClick('48256D.11/$Body/0.ENABLE', this, null)" value="啟用雲端服務">""", self.key("cloud" + doc))))

    # ======== iNotes
    def mail(self, request: Request) -> Response:
        t, p = self.truth, request.path
        sid = request.cookies.get("ShimmerS", "")
        if p == "/chk.gif":
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 4)), kind="image/gif")
        if sid in self.notes_mail and "Logout" in request.query:
            self.notes_mail.discard(sid)
            t.sessions.discard(f"mail:{sid}")
            t.counts["sign_out_mail"] += 1
            return redirect("/")
        if sid in self.notes_mail and request.method == "GET":
            return Response(domino("收件匣", f'{escape(t.alias)} <a href="/mail.nsf?Logout">登出</a><hr><table><tr><th>寄件人</th><th>主旨</th></tr><tr><td>Administrator/NTUH</td><td>Welcome to Notes</td></tr></table>'))
        why = ""
        if request.method == "POST" and p == "/names.nsf":
            self.takes(request, MailUser="mail_account", MailPass="mail_password", MailChk="captcha")
            want, t.captcha = t.captcha, ""
            if self.use(request, "mail") is None:
                return self.http_error("500")
            if not want or request.get("MailChk").strip() != want:
                why = "驗證碼無效"
            elif not t.alias or request.get("MailUser").split("@")[0].lower() != t.alias.lower() or request.get("MailPass") != t.cloud_password:
                why = "使用者名稱或密碼無效"
            else:
                sid = unid()
                self.notes_mail.add(sid)
                t.sessions.add(f"mail:{sid}")
                t.counts["mail_sign_in"] += 1
                return redirect("/mail.nsf?Open", ("Set-Cookie", f"ShimmerS={sid}; path=/"))
        return Response(domino("iNotes", form("MailLogin", "/names.nsf?Login", f"""<font color="#FF0000">{why}</font><table><tr><td>帳號:</td><td><input name="MailUser" value=""></td></tr><tr><td>密碼:</td><td><input name="MailPass" value="" type="password"></td></tr><tr><td>驗證碼(小寫字母或數字):</td><td><input name="MailChk" value=""><img src="/chk.gif?{unid()[:5]}"></td></tr>
<tr><td colspan="2"><input type="checkbox" name="Remember" value="1">記住登入資訊 (公用電腦請勿勾選)</td></tr></table><input type="button" onclick="return _doClick('$Login', this, null)" value="登入"><br>公佈欄：體系帳號整併中""", self.key("mail"))))

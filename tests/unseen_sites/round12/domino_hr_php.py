"""A Domino-like HR portal of the Notes days, and an account site in plain PHP that another contractor left behind.

The developers: Director Lin, Notes since R4.6, whose fields have Notes names (Username, NewPwd_1, CellPhone) and whose buttons are all
_doClick; he forgot the English of the twisties. The contractor: one man, PHP 5, names in lower case, alert() and location.href everywhere,
one token function copied from a forum. The webmail is a package off the shelf.
"""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

CLICK = """<script language="JavaScript" type="text/javascript">
<!--
document._domino_target = "_self";
function _doClick(v, o, t, h) {
  var form = document.forms["%s"];
  form.__Click.value = v;
  form.submit();
  return false;
}
// -->
</script>"""

OUTLINE = {
    "1": ("行政系統", ["差勤申請單", "公文流程", "會議室借用"]),
    "2": ("數位學習", ["線上課程"]),
    "3": ("個人管理", ["更改密碼", "個人簽章提醒設定", "查詢員工連絡資料", "維護個人連絡資料", "員工公勞健保查詢"]),
    "4": ("資訊安全", ["資安宣導"]),
}
ITEMS = [("EngLast", "english_surname", "英文姓"), ("EngFirst", "english_given", "英文首名"), ("EngMid", "english_middle", "英文中名"),
         ("OfficeTel", "office_phone", "辦公室電話"), ("HomeTel", "home_phone", "住宅電話"), ("CellPhone", "mobile_phone", "行動電話")]


class TheSite(Site):
    title = "Domino HR portal, with a plain PHP account site by another contractor"

    def __init__(self) -> None:
        super().__init__()
        self.auth: set[str] = set()
        self.codes: dict[str, str] = {}  # picture id -> host
        self.code_id = ""
        self.actions: dict[str, tuple[str, str, str]] = {}  # __Click value -> (session, form, what it does)
        self.php: dict[str, dict[str, str]] = {}
        self.motp: tuple[str, float] | None = None
        self.squirrel: set[str] = set()

    # ==== Domino
    @staticmethod
    def notes(title: str, body: str, script: str = "") -> Response:
        return Response(f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html>
<head>
<title>{title}</title>
{script}
</head>
<body text="#000000" bgcolor="#FFFFFF">
{body}
</body>
</html>
""")

    def action(self, session: str, form: str, does: str) -> str:
        value = f"{secrets.token_hex(8).upper()}.{secrets.token_hex(16)}/$Body/0.{secrets.token_hex(2).upper()}"
        self.actions[value] = (session, form, does)
        return value

    def clicked(self, request: Request, session: str, form: str) -> str:
        """What the pressed action does; every action of the page is worn out with it."""
        known = self.actions.get(request.get("__Click"))
        self.actions = {k: v for k, v in self.actions.items() if v[:2] != (session, form)}
        return known[2] if known and known[:2] == (session, form) else ""

    def gif(self, host: str, code_id: str, letters: str, length: int, kind: str) -> Response:
        if self.codes.get(code_id) != host:
            return Response("", 404)
        self.code_id = code_id
        return Response(picture(self.truth.new_captcha(letters, length), kind), kind="image/" + kind.lower(), headers=[("Cache-Control", "no-cache")])

    def same_code(self, code_id: str, typed: str) -> bool:
        text, self.truth.captcha = self.truth.captcha, ""
        return self.codes.pop(code_id, "") != "" and code_id == self.code_id and bool(text) and typed.strip().upper() == text.upper()

    def portal(self, request: Request) -> Response:
        path, command = request.path, next(iter(request.query), "")
        if path == "/":
            return redirect("/hris/portal.nsf?OpenDatabase")
        if path == "/names.nsf" and command == "Login" and request.method == "POST":
            self.takes(request, Campus="campus", Username="employee_id", Password="portal_password", PicCode="captcha")
            if not request.has("%%ModDate") or request.get("%%Surrogate_Campus") != "1" or request.get("Campus") not in ("NTUH", "BH", "HC", "YL"):
                return Response("<html><head><title>Error</title></head><body><h1>Error 500</h1>HTTP Web Server: Invalid POST Request Exception</body></html>", 500)
            if not self.same_code(request.get("PicID"), request.get("PicCode")):
                self.truth.counts["sign_in_refused"] += 1
                return self.logon("圖片上的文字輸入不符，請依下方新圖片重新輸入。")
            if request.get("Username").strip() != self.truth.person.employee_id or request.get("Password") != self.truth.portal_password or request.get("Campus") != "NTUH":
                self.truth.counts["sign_in_refused"] += 1
                return self.logon("您提供的使用者名稱或密碼無效，伺服器拒絕登入。")
            session = secrets.token_hex(16).upper()
            self.auth.add(session)
            self.truth.sessions.add("portal:" + session)
            self.truth.counts["sign_in"] += 1
            return redirect("/hris/portal.nsf/Welcome?OpenPage", ("Set-Cookie", f"DomAuthSessId={session}; path=/"))
        if path == "/hris/piccode.nsf/agImage":
            return self.gif("portal", request.query.get("id", ""), "123456789BDFHJLNPRTVXZ", 6, "GIF")
        session = request.cookies.get("DomAuthSessId", "")
        if session not in self.auth:
            return self.logon("")
        if path == "/hris/portal.nsf" and command == "Logout":
            self.auth.discard(session)
            self.truth.sessions.discard("portal:" + session)
            self.truth.counts["sign_out_portal"] += 1
            return redirect("/hris/portal.nsf?OpenDatabase", ("Set-Cookie", "DomAuthSessId=; path=/; expires=Thu, 01-Jan-1970 00:00:00 GMT"))
        if path == "/hris/portal.nsf":
            return redirect("/hris/portal.nsf/Welcome?OpenPage")
        if path == "/hris/portal.nsf/Welcome":
            return self.notes("Welcome", f'<font size="4" color="#000080">{self.truth.person.name} 您好!</font><br><br>請稍候，系統將帶您至功能選單…<br><a href="/hris/portal.nsf/vOutline?OpenView">功能選單</a>', '<script language="JavaScript">\nfunction go() { window.location.href = "/hris/portal.nsf/vOutline?OpenView"; }\nsetTimeout("go()", 800);\n</script>')
        if path == "/hris/portal.nsf/vOutline":
            opened, rows = request.query.get("Expand", ""), ""
            for number, (group, leaves) in OUTLINE.items():
                if number == opened:
                    rows += f'<tr valign="top"><td colspan="2"><a name="{number}"></a><a href="/hris/portal.nsf/vOutline?OpenView&amp;Collapse={number}#{number}" target="_self"><img src="/icons/collapse.gif" border="0" height="16" width="16" alt="Hide details for {group}"><b><font size="2" color="#000080">{group}</font></b></a></td></tr>\n'
                    for leaf in leaves:
                        rows += f'<tr valign="top"><td><img src="/icons/ecblank.gif" border="0" height="1" width="16" alt=""></td><td><font size="2"><a href="{self.where(leaf, session)}">{leaf}</a></font></td></tr>\n'
                else:
                    rows += f'<tr valign="top"><td colspan="2"><a name="{number}"></a><a href="/hris/portal.nsf/vOutline?OpenView&amp;Expand={number}#{number}" target="_self"><img src="/icons/expand.gif" border="0" height="16" width="16" alt="Show details for {group}"><b><font size="2" color="#000080">{group}</font></b></a></td></tr>\n'
            return self.notes("功能選單", f"""<table width="100%" bgcolor="#E0E8F0"><tr><td><font size="2">總院Workflow待簽 0 未核准 0 被駁回 0</font></td><td align="right"><a href="/hris/portal.nsf?Logout&amp;RedirectTo=/hris/portal.nsf">登出系統</a></td></tr></table>
<form action="/hris/portal.nsf/vAll?SearchView" method="get"><input name="Query" value="" size="14"><input type="submit" value="Search"></form>
<table border="0" cellpadding="2" cellspacing="0">{rows}</table>""")
        if path.startswith("/hris/portal.nsf/"):
            return self.notes("Error", "HTTP Web Server: 您未獲授權執行此作業 <a href='/hris/portal.nsf/vOutline?OpenView'>回功能選單</a>")
        return Response("<html><body><h1>Error 404</h1>HTTP Web Server: Item Not Found Exception</body></html>", 404)

    def where(self, leaf: str, session: str) -> str:
        inner = self.urls["inner"]
        if leaf == "更改密碼":
            return f"{inner}/hris/person.nsf/fmChgPwd?OpenForm&amp;SESSION={session}"
        if leaf == "維護個人連絡資料":
            return f"{inner}/hris/person.nsf/vByEmp/{self.truth.person.employee_id}?EditDocument&amp;SESSION={session}"
        return "/hris/portal.nsf/fmNoAccess?OpenForm"

    def logon(self, said: str) -> Response:
        code_id = secrets.token_hex(8).upper()
        self.codes[code_id] = "portal"
        return self.notes("Server Login", f"""<form method="post" action="/names.nsf?Login" name="_DominoForm">
<input type="hidden" name="%%ModDate" value="{secrets.token_hex(8).upper()}"><input type="hidden" name="PicID" value="{code_id}">
<table width="420" border="0" align="center" cellspacing="4"><tr><td colspan="2" align="center"><img src="/hris/portal.nsf/logo.gif" alt=""><br><b><font size="4">醫療資訊系統</font></b></td></tr>
<tr><td colspan="2"><font color="#FF0000" size="2">{said}</font></td></tr>
<tr><td width="30%"><b><font size="2">院　　區：</font></b></td><td><input type="hidden" name="%%Surrogate_Campus" value="1"><select name="Campus"><option value="NTUH" selected>總院區<option value="BH">北護分院<option value="HC">新竹分院<option value="YL">雲林分院</select></td></tr>
<tr><td><b><font size="2">帳　　號：</font></b></td><td><input name="Username" value="" size="20" maxlength="256"></td></tr>
<tr><td><b><font size="2">密　　碼：</font></b></td><td><input name="Password" value="" type="password" size="20" maxlength="256"></td></tr>
<tr><td><b><font size="2">驗 證 碼：</font></b></td><td><input name="PicCode" value="" size="8"> <img src="/hris/piccode.nsf/agImage?OpenAgent&amp;id={code_id}" align="absmiddle" alt=""> <font size="1">(不用區分大小寫)</font></td></tr>
<tr><td></td><td><input type="image" name="btnLogin" src="/hris/portal.nsf/btnlogin.gif" alt="登入系統" border="0"> <a href="/hris/portal.nsf?OpenDatabase"><font size="2">換一張圖片</font></a></td></tr></table>
<input type="hidden" name="RedirectTo" value="/hris/portal.nsf/Welcome?OpenPage"></form>""")

    def inner(self, request: Request) -> Response:
        session, path = request.query.get("SESSION", ""), request.path
        if request.method == "POST":
            self.takes(request, OldPwd="old_password", NewPwd_1="new_password", NewPwd_2="new_password_again", CellPhone="mobile_phone")
        if session not in self.auth:
            return redirect(self.urls["portal"] + "/hris/portal.nsf?OpenDatabase")
        menu = f"{self.urls['portal']}/hris/portal.nsf/vOutline?OpenView&amp;Expand=3"
        if path == "/hris/person.nsf/fmChgPwd":
            said = ""
            if request.method == "POST":
                does = self.clicked(request, session, "pwd")
                if does == "leave":
                    return redirect(menu.replace("&amp;", "&"))
                if does != "save":
                    return Response("<html><body><h1>Error 500</h1>Document has been modified or session state is invalid</body></html>", 500)
                old, one, two = request.get("OldPwd"), request.get("NewPwd_1"), request.get("NewPwd_2")
                if old != self.truth.portal_password:
                    said = "Field: OldPwd: 舊密碼不符"
                elif len(one) < 8 or re.fullmatch(r"[A-Za-z]*|[0-9]*", one) or not re.search("[A-Za-z]", one) or not re.search("[0-9]", one):
                    said = "Field: NewPwd_1: 新密碼未達設定條件"
                elif one != two:
                    said = "Field: NewPwd_2: 兩次新密碼不同"
                if not said:
                    self.truth.portal_password = one
                    self.truth.counts["password_changed"] += 1
                    return self.notes("Form Processed", f'<h2>表單處理完畢</h2>您的登入密碼變更作業已完成。<br><br>[<a href="{menu}">回功能選單</a>]')
                self.truth.counts["password_refused"] += 1
            save, leave = self.action(session, "pwd", "save"), self.action(session, "pwd", "leave")
            return self.notes("更改密碼", f"""<form method="post" action="/hris/person.nsf/fmChgPwd?OpenForm&amp;Seq=1&amp;SESSION={session}" name="_fmChgPwd"><input type="hidden" name="__Click" value="0">
<b><font size="4" color="#000080">更改密碼</font></b><br><font color="#FF0000">{said}</font><br>
<table border="1"><tr valign="top"><td bgcolor="#E1E1E1">請輸入舊密碼：</td><td><input name="OldPwd" value="" type="password"></td></tr><tr valign="top"><td bgcolor="#E1E1E1">請輸入新密碼：</td><td><input name="NewPwd_1" value="" type="password"></td></tr><tr valign="top"><td bgcolor="#E1E1E1">請再輸入新密碼：</td><td><input name="NewPwd_2" value="" type="password"></td></tr></table>
<font size="2">密碼設定條件：<br>1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字</font><br>
<input type="button" onclick="return _doClick('{save}', this, null)" value="確定變更"> <input type="button" onclick="return _doClick('{leave}', this, null)" value="回功能選單"></form>""", CLICK % "_fmChgPwd")
        document = f"/hris/person.nsf/vByEmp/{self.truth.person.employee_id}"
        if path == document:
            said, now = "", {n: self.truth.saved_contact.get(k, getattr(self.truth.person, k)) for n, k, _ in ITEMS}
            if request.method == "POST":
                if self.clicked(request, session, "tel") != "save" or not all(request.has(n) for n, _, _ in ITEMS):
                    return Response("<html><body><h1>Error 500</h1>Document has been modified or session state is invalid</body></html>", 500)
                now = {n: request.get(n).strip() for n, _, _ in ITEMS}
                if not re.fullmatch(r"09\d{8}", now["CellPhone"]):
                    said = "Field: CellPhone: 行動電話應為10碼數字"
                elif not now["EngLast"] or not now["EngFirst"]:
                    said = "Field: EngLast: 英文姓名不可空白"
                else:
                    self.truth.saved_contact = {k: now[n] for n, k, _ in ITEMS}
                    self.truth.counts["contact_saved"] += 1
                    return redirect(f"{document}?OpenDocument&Saved=1&SESSION={session}")
            elif "OpenDocument" in request.query:
                rows = "".join(f'<tr><td bgcolor="#E1E1E1">{t}：</td><td>{escape(now[n])}&nbsp;</td></tr>' for n, _, t in ITEMS)
                word = '<font color="#008000">※ 文件已儲存，連絡資料更新完成。</font>' if "Saved" in request.query else ""
                return self.notes("個人連絡資料", f'{word}<br><table border="1">{rows}</table><a href="{document}?EditDocument&amp;SESSION={session}">編輯</a> | <a href="{menu}">回功能選單</a>')
            save = self.action(session, "tel", "save")
            hint = {"EngLast": "ex:Chen(陳)", "EngFirst": "ex: Yi-Fen(怡芬) (說明)", "EngMid": "ex:Mary 為英文別名，如無，可不填", "OfficeTel": "ex:61234或23123456", "HomeTel": "ex:0223123456", "CellPhone": "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"}
            rows = "".join(f'<tr valign="top"><td bgcolor="#E1E1E1"><font size="2">{t}：</font></td><td><input name="{n}" value="{escape(now[n])}"> <font size="1">{hint[n]}</font></td></tr>\n' for n, _, t in ITEMS)
            return self.notes("維護個人連絡資料", f"""<form method="post" action="{document}?EditDocument&amp;Seq=1&amp;SESSION={session}" name="_fmPerson"><input type="hidden" name="__Click" value="0">
<table width="100%" bgcolor="#C0C0C0"><tr><td><a href="" onclick="return _doClick('{save}', this, null);"><img src="/icons/actn010.gif" border="0" alt=""> 異動儲存</a></td><td><a href="{menu}">回功能選單</a></td></tr></table>
<b>台大醫院---維護個人連絡資料</b> <font color="#FF0000">{said}</font><br>員工編號：{self.truth.person.employee_id}　姓名：{self.truth.person.name}<input type="hidden" name="EmpNo" value="{self.truth.person.employee_id}">
<table border="1">{rows}</table></form>""", CLICK % "_fmPerson")
        return Response("<html><body><h1>Error 404</h1>HTTP Web Server: Item Not Found Exception</body></html>", 404)

    # ==== the contractor's PHP
    @staticmethod
    def say(text: str, to: str) -> Response:
        return Response(f"<meta http-equiv='Content-Type' content='text/html; charset=utf-8'><script>alert('{text}');location.href='{to}';</script>")

    @staticmethod
    def php_page(body: str, name: str = "") -> Response:
        return Response(f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>網路帳號管理系統</title><link href="css/style.css" rel="stylesheet"></head><body>
<div id="header"><img src="images/header.jpg"></div><div id="main">{f'<div class="title">{name}</div>' if name else ''}
{body}
</div><div id="footer">Copyright &copy; 2012 All Rights Reserved.</div></body></html>""")

    def account(self, request: Request) -> Response:
        page = request.path.lstrip("/") or "index.php"
        sid = request.cookies.get("PHPSESSID", "")
        if sid not in self.php:
            sid = secrets.token_hex(13)
            self.php[sid] = {}
        answer = self.php_site(request, page, self.php[sid])
        answer.headers.append(("Set-Cookie", f"PHPSESSID={sid}; path=/"))
        return answer

    def php_site(self, request: Request, page: str, s: dict[str, str]) -> Response:
        def token() -> str:
            s["token"] = secrets.token_hex(16)
            return f'<input type="hidden" name="token" value="{s["token"]}">'
        if request.method == "POST":
            self.takes(request, empno="employee_id", otp="code", mobile="registered_phone", mailname="alias", sure="consent", pwd="cloud_password", pwd2="cloud_password_again")
            if not s.get("token") or request.get("token") != s.pop("token"):
                return self.say("頁面已過期，請重新操作", "index.php")
        if page == "index.php":
            return self.php_page("""<table width="760" align="center"><tr><td class="rule"><h3>《規範》</h3>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<br>．請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。<br>．請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</td></tr>
<tr><td class="qa"><h3>《常見問題與服務》</h3><b>Q. 密碼修改後多久可以生效</b><br>A. 即時生效。<br><b>Q. 忘記密碼</b><br>A. 請您親自以下方按鈕取得簡訊後進行密碼設定。</td></tr>
<tr><td align="center"><ul class="btns"><li><a href="apply.php?type=1">啟用網路帳號及首次雲端帳號密碼設定</a><span>啟用本院微軟相關服務，如：Office365, Outlook...</span></li><li><a href="apply.php?type=2">重置雲端服務密碼</a><span>重設非Portal帳號的密碼：Email, 無線網路, KM, TMS</span></li><li><a href="#" onclick="alert('限廠商使用');return false;">總院廠商VPN展延申請</a></li></ul></td></tr></table>""")
        if page == "apply.php":
            if request.query.get("type") in ("1", "2"):
                s["type"] = request.query["type"]
            if "type" not in s:
                return self.say("請由首頁進入", "index.php")
            here = "apply.php?type=" + s["type"]
            if request.method == "POST":
                s["empno"] = request.get("empno").strip()
                if request.has("btn_sms"):
                    return redirect("mobile.php") if re.fullmatch(r"\d{6}", s["empno"]) else self.say("請輸入6位數員工編號", here)
                good = s["empno"] == self.truth.person.employee_id and self.motp is not None and request.get("otp").strip() == self.motp[0]
                if request.has("btn_next") and good and self.motp and time.time() - self.motp[1] <= 120:
                    self.motp = None
                    s["pass"] = secrets.token_hex(8)
                    self.truth.sessions.add("account:" + s["pass"])
                    self.truth.counts["code_accepted"] += 1
                    return self.say("身分驗證通過", "setup.php" if s["type"] == "1" else "newpwd.php")
                self.truth.counts["code_refused"] += 1
                return self.say("動態碼超過有效時間，請重新發送" if good else "動態碼不對喔，請再輸入一次", here)
            name = "啟用網路帳號及首次雲端帳號密碼設定" if s["type"] == "1" else "重置雲端服務密碼"
            return self.php_page(f"""<div class="note"><b>注意事項</b><ol><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ol></div>
<form name="form1" method="post" action="{here}">{token()}<table class="tb"><tr><th>網路帳號 / 主職員工編號</th><td><input type="text" name="empno" size="8" maxlength="6" value="{escape(s.get('empno', ''))}"> <input type="submit" name="btn_sms" value="發送簡訊動態碼"></td></tr>
<tr><th>簡訊(或MOTP)動態碼</th><td><input type="text" name="otp" size="8" autocomplete="off"></td></tr><tr><td colspan="2" align="right"><input type="submit" name="btn_next" value="下一步"></td></tr></table></form><a href="index.php">回首頁</a>""", name)
        if page == "mobile.php":
            if "empno" not in s:
                return self.say("請先輸入帳號", "index.php")
            if request.method == "POST":
                if s["empno"] != self.truth.person.employee_id or request.get("mobile").strip() != self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone):
                    return self.say("輸入的門號與留存資料不同，簡訊未送出", "mobile.php")
                self.motp = (self.truth.new_message(), time.time())
                return self.say("動態碼簡訊發送成功\\n成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」", "apply.php?type=" + s["type"])
            return self.php_page(f"""<form method="post" action="mobile.php">{token()}<table class="tb" align="center"><tr><td>請輸入帳號登記的手機門號(10碼)<br><input type="text" name="mobile" maxlength="10"></td></tr><tr><td align="center"><input type="submit" value="確定發送"> <input type="button" value="取消" onclick="location.href='apply.php?type={s['type']}'"></td></tr></table></form>""")
        if "account:" + s.get("pass", "") not in self.truth.sessions:
            return self.say("請先通過身分驗證", "index.php")
        if page == "logout.php":
            self.truth.sessions.discard("account:" + s["pass"])
            s.clear()
            self.truth.counts["sign_out_account"] += 1
            return self.say("您已離開", "index.php")
        bye = '<p><a href="logout.php">離開</a></p>'
        if page == "setup.php" and s["type"] == "1":
            one = self.truth.person
            if request.method == "POST":
                name = request.get("mailname").strip().lower()
                if request.has("btn_cancel"):
                    return redirect("logout.php")
                if self.truth.alias:
                    return self.say("您已經啟用過了，不能再申請一次", "setup.php")
                if request.get("sure") != "1":
                    return self.say("請勾選確認", "setup.php")
                if not re.fullmatch(r"[a-z0-9]+(?:[._-][a-z0-9]+)*", name) or len(name) > 64:
                    return self.say("名稱只能用英文、數字、點、底線", "setup.php")
                if name == "taken.name":
                    return self.say("很抱歉，這個名稱有人用了", "setup.php")
                self.truth.alias, self.truth.cloud_password = name, one.national_id
                self.truth.counts["activated"] += 1
                return self.say("雲端服務啟用完成", "finish.php")
            facts = "".join(f"<tr><th>{a}</th><td>{b}</td></tr>" for a, b in (("網路帳號 / 主職員工編號", one.employee_id), ("帳號姓名", one.name), ("主職單位", one.unit), ("有效期限", one.valid_until)))
            if self.truth.alias:
                return self.php_page(f'<table class="tb">{facts}<tr><th>電子郵件</th><td>{self.truth.alias}@ntuh.gov.tw</td></tr></table><b class="red">您的雲端服務先前已經啟用，無需再次設定。</b>{bye}', "設定密碼與郵件別名")
            return self.php_page(f"""<form name="form2" method="post" action="setup.php">{token()}<table class="tb">{facts}<tr><th>雲端服務帳號<br>(電子郵件名稱)</th><td><input type="text" name="mailname" maxlength="64">@ntuh.gov.tw 名稱長度限64字元內</td></tr>
<tr><th>雲端密碼</th><td>首次啟用預設為身分證號（英文字母大寫），之後請用首頁「重置密碼」功能自行修改</td></tr><tr><td colspan="2"><input type="checkbox" name="sure" value="1"> 我已確認名稱無誤，設定後不能修改</td></tr>
<tr><td colspan="2" align="center"><input type="submit" name="btn_cancel" value="取消啟用"> <input type="submit" name="btn_ok" value="啟用雲端服務"></td></tr></table></form>服務於設定完成隔日生效{bye}""", "設定密碼與郵件別名")
        if page == "finish.php" and self.truth.alias:
            return self.php_page(f"<h2>恭喜您，設定好了！</h2>信箱：{self.truth.alias}@ntuh.gov.tw<br>預設密碼：您的身分證號（英文字母大寫）{bye}")
        if page == "newpwd.php" and s["type"] == "2":
            if request.method == "POST":
                new = request.get("pwd")
                if not self.truth.alias:
                    return self.say("您尚未啟用雲端服務", "newpwd.php")
                if len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new) or new != request.get("pwd2"):
                    return self.say("密碼需8碼以上、含英數字，且兩次相同", "newpwd.php")
                self.truth.cloud_password = new
                return self.say("密碼重置完成", "logout.php")
            return self.php_page(f'<form method="post" action="newpwd.php">{token()}新雲端密碼 <input type="password" name="pwd"><br>再輸入一次 <input type="password" name="pwd2"><br><input type="submit" value="送出"></form>{bye}', "重置雲端服務密碼")
        return Response("<html><body><h1>Not Found</h1>The requested URL was not found on this server.</body></html>", 404)

    # ==== the packaged webmail
    def mail(self, request: Request) -> Response:
        sid, path = request.cookies.get("SQMSESSID", ""), request.path
        def shell(body: str, title: str = "SquirrelMail") -> Response:
            return Response(f'<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN"><html><head><title>{title}</title></head><body bgcolor="#ffffff">{body}</body></html>')
        if path == "/":
            return redirect("/src/login.php")
        if path == "/src/login.php":
            code_id = secrets.token_hex(6)
            self.codes[code_id] = "mail"
            return shell(f"""<form action="redirect.php" method="post" name="login_form"><table align="center"><tr><td align="right">帳號:</td><td><input type="text" name="login_username" value=""></td></tr><tr><td align="right">密碼:</td><td><input type="password" name="secretkey"></td></tr>
<tr><td align="right">驗證碼(小寫字母或數字):</td><td><input type="text" name="vcode" size="6"><img src="vimg.php?k={code_id}" alt=""></td></tr><tr><td colspan="2"><input type="checkbox" name="keep" value="on">記住登入資訊 (公用電腦請勿勾選)</td></tr>
<tr><td colspan="2" align="center"><input type="hidden" name="js_autodetect_results" value="0"><input type="hidden" name="just_logged_in" value="1"><input type="hidden" name="k" value="{code_id}"><input type="submit" value="登入"></td></tr></table></form><center><b>公佈欄</b><br>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</center>""")
        if path == "/src/vimg.php":
            return self.gif("mail", request.query.get("k", ""), "abcdefghjkmnpqrstuvwxyz23456789", 5, "PNG")
        if path == "/src/redirect.php" and request.method == "POST":
            self.takes(request, login_username="mail_account", secretkey="mail_password", vcode="captcha")
            if not self.same_code(request.get("k"), request.get("vcode")):
                return shell('<center><b>錯誤</b><br>驗證碼輸入錯誤。<br><a href="login.php">回登入頁</a></center>')
            if request.get("just_logged_in") != "1" or not self.truth.alias or request.get("login_username").strip().lower().removesuffix("@ntuh.gov.tw") != self.truth.alias or request.get("secretkey") != self.truth.cloud_password:
                return shell('<center><b>錯誤</b><br>不明的使用者或密碼不正確。<br><a href="login.php">回登入頁</a></center>')
            sid = secrets.token_hex(13)
            self.squirrel.add(sid)
            self.truth.sessions.add("mail:" + sid)
            self.truth.counts["mail_sign_in"] += 1
            return redirect("webmail.php", ("Set-Cookie", f"SQMSESSID={sid}; path=/"))
        if sid not in self.squirrel:
            return shell('您必須先登入。<a href="/src/login.php" target="_top">回登入頁</a>')
        if path == "/src/webmail.php":
            return Response('<html><head><title>SquirrelMail</title></head><frameset cols="160,*"><frame src="left_main.php" name="left"><frame src="right_main.php" name="right"></frameset></html>')
        if path == "/src/left_main.php":
            return shell('<b>信件匣</b><br><a href="right_main.php" target="right">收件匣</a><br>草稿匣<br>寄件備份')
        if path == "/src/right_main.php":
            return shell(f'<a href="signout.php" target="_top">登出</a><h3>收件匣 {self.truth.alias}@ntuh.gov.tw</h3><table><tr><td>root</td><td>歡迎使用</td></tr></table>')
        if path == "/src/signout.php":
            self.squirrel.discard(sid)
            self.truth.sessions.discard("mail:" + sid)
            self.truth.counts["sign_out_mail"] += 1
            return shell('您已登出。<a href="login.php">再次登入</a>')
        return Response("Not Found", 404)

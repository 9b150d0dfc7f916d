"""A groupware portal that once ran on Domino, rewritten page by page in PHP."""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from truth import Request, Response, Site, picture, redirect

STYLE = """<style type="text/css">
body{font:10pt "MS Sans Serif",PMingLiU,sans-serif;margin:0;background:#fff}
.act{background:#9cb4d4;border-bottom:2px outset #ccc;padding:3px 8px}
.act a,.act input{font-size:9pt;margin-right:10px;color:#003}
.cat{background:#e8e8d0;font-weight:bold;color:#630}
.vw td{border-bottom:1px solid #ddd;padding:2px 8px} .vw a{color:#00c;font-family:Courier New}
.r{color:#c00} .ok{color:#060;font-weight:bold} .fl{background:#eef;text-align:right;width:180px}
</style>"""

DOCLICK = """<script language="JavaScript" type="text/javascript">
<!--
document._domino_target = "_self";
function _doClick(v, o, t) {
  var form = document.forms["_DocForm"];
  if (form.onsubmit) { var r = form.onsubmit(); if (typeof r == "boolean" && r == false) return false; }
  var target = document._domino_target;
  form.__Click.value = v;
  form.submit();
  return false;
}
// -->
</script>"""

# abbreviation, Chinese title, whether it is worked here
OUTLINE = [
    ("CLIN", "醫療系統", [("OPD-ORD", "門診醫令查詢"), ("IPD-LST", "住院病人清單")]),
    ("EDU", "數位學習", [("ELRN", "數位學習網"), ("LIB", "圖書館藏查詢")]),
    ("ADM", "行政系統", [("DOC-FLW", "公文簽核"), ("ATT", "差勤系統")]),
    ("PSN", "個人管理", [
        ("PW-CHG", "更改密碼"), ("SGN-RMD", "個人簽章提醒設定"), ("TAX-DED", "薪資所得免稅額申報表"), ("WELF", "員工待遇福利查詢"),
        ("CNT-QRY", "查詢員工連絡資料"), ("CNT-MNT", "維護個人連絡資料"), ("MED-REC", "個人就醫紀錄查詢"), ("FLU", "流感同意書列印")]),
]


class TheSite(Site):
    title = "lotus_notes_migrated_php"

    def __init__(self) -> None:
        super().__init__()
        self.phpsess: dict[str, dict[str, str]] = {}
        self.users: set[str] = set()
        self.unid: dict[str, str] = {}
        self.proofs: dict[str, dict[str, object]] = {}
        self.boxes: set[str] = set()

    # ---- small things
    def _doc(self, purpose: str) -> str:
        key = secrets.token_hex(16).upper()
        self.unid[key] = purpose
        return key

    def _undoc(self, key: str, purpose: str) -> bool:
        return self.unid.pop(key, None) == purpose

    def _html(self, title: str, body: str, *headers: tuple[str, str], attr: str = "") -> Response:
        text = (f'<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">\n<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
                f"<title>{title}</title>{STYLE}</head>\n<body text=\"#000000\" {attr}>\n{body}\n</body></html>")
        return Response(text, headers=[("X-Powered-By", "PHP/5.6.40"), ("Cache-Control", "no-cache"), *headers])

    def _php(self, request: Request, cookie: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
        sid = request.cookies.get(cookie, "")
        if sid in self.phpsess:
            return self.phpsess[sid], []
        sid = secrets.token_hex(13)
        self.phpsess[sid] = {}
        return self.phpsess[sid], [("Set-Cookie", f"{cookie}={sid}; path=/; HttpOnly")]

    def _vfy_ok(self, store: dict[str, str], answer: str, fold: bool) -> bool:
        want, self_want = store.pop("vfy", ""), self.truth.captcha
        self.truth.captcha = ""
        if fold:
            answer = answer.upper()
        return bool(want) and want == self_want == answer.strip()

    # ---- portal
    def portal(self, request: Request) -> Response:
        path = request.path
        if path == "/":
            return redirect("/eip.nsf/index.php?OpenForm")
        if path == "/eip.nsf/index.php":
            return self._logon(request, "")
        if path == "/eip.nsf/vfyimg.php":
            store, head = self._php(request, "EIPSESS")
            store["vfy"] = self.truth.new_captcha()
            return Response(picture(store["vfy"], "PNG"), kind="image/png", headers=[("Cache-Control", "no-store"), *head])
        if path == "/eip.nsf/names.php" and request.method == "POST":
            return self._names(request)
        sid = request.query.get("sid", "")
        if sid not in self.users or request.cookies.get("DomAuthSessId") != sid:
            return self._logon(request, "連線逾時，請重新登入 (Session expired)")
        if path == "/eip.nsf/board.php":
            return self._html("EIP - Bulletin", f"""<div class="act"><b>EIP</b> Bulletin Board</div><table class="vw" width="90%" align="center">
<tr class="cat"><td>Date<td>Subject
<tr><td>2019/10/21<td>請全院同仁填報「薪資所得免稅額申報表」
<tr><td>2018/12/13<td>Notes 版公佈欄停止服務，資料已轉至本系統
</table><p align="center"><a href="outline.php?OpenView&amp;sid={sid}"><img src="/icons/go.gif" alt="" border="0"> 已閱讀，進入功能選單 &gt;&gt;</a></p>""")
        if path == "/eip.nsf/outline.php":
            return self._outline(sid)
        if path == "/eip.nsf/pwchg.php":
            return self._pwchg(request, sid)
        if path == "/eip.nsf/logout.php":
            self.users.discard(sid)
            self.truth.sessions.discard(f"portal:{sid}")
            self.truth.counts["sign_out_portal"] += 1
            return self._html("Logged out", '<p class="ok">您已登出本系統。</p><a href="/eip.nsf/index.php?OpenForm">重新登入</a>',
                              ("Set-Cookie", "DomAuthSessId=; path=/; Max-Age=0"))
        if "fn" in request.query:
            return self._html("EIP", f'<p>此功能尚未由 Notes 移轉。</p><a href="outline.php?OpenView&amp;sid={sid}">回功能選單</a>')
        return Response("<h1>Not Found</h1>", 404)

    def _logon(self, request: Request, word: str) -> Response:
        _, head = self._php(request, "EIPSESS")
        note = f'<tr><td colspan="3" class="r"><img src="/icons/stop.gif" alt="!"> {escape(word)}</td></tr>' if word else ""
        return self._html("NTUH EIP Logon", f"""
<table width="100%" class="act"><tr><td><b>國立台灣大學醫學院附設醫院　PORTAL</b></td><td align="right">
<form name="search" action="/eip.nsf/srch.php" method="get"><input name="Query" size="12"><input type="submit" value="Search"></form></td></tr></table>
<form name="_DocForm" method="post" action="/eip.nsf/names.php?Login">
<input type="hidden" name="__Click" value="0"><input type="hidden" name="%%ModDate" value="{self._doc('logon')}">
<input type="hidden" name="RedirectTo" value="/eip.nsf/board.php">
<table align="center" cellpadding="4"><tr><td colspan="3">醫療資訊系統 (EIP R8 / PHP)</td></tr>{note}
<tr><td class="fl">SITE 院區</td><td colspan="2"><select name="SiteCode"><option value="T0" selected>總院區<option value="T2">北護分院<option value="T4">新竹分院<option value="Y0">雲林分院</select></td></tr>
<tr><td class="fl">UID 帳　號</td><td colspan="2"><input name="Username" value="" size="16" maxlength="20" autocomplete="off"></td></tr>
<tr><td class="fl">PWD 密　碼</td><td colspan="2"><input type="password" name="Password" size="16" maxlength="32"></td></tr>
<tr><td class="fl">VFY 驗證碼<br><small>(不用區分大小寫)</small></td><td><input name="VfyCode" size="8" maxlength="6" autocomplete="off"></td>
<td><img id="vfy" src="/eip.nsf/vfyimg.php?r={secrets.token_hex(3)}" alt="" width="120" height="36"> <a href="/eip.nsf/index.php?OpenForm">換一張</a></td></tr>
<tr><td></td><td colspan="2"><input type="submit" value="Log On 登入"> <input type="reset" value="Clear"></td></tr></table></form>
<p align="center"><a href="/eip.nsf/ext.php">院外網</a> | <a href="/eip.nsf/km.php">KM系統</a> | <a href="/eip.nsf/form.php">表單下載</a></p>""", *head)

    def _names(self, request: Request) -> Response:
        self.takes(request, SiteCode="campus", Username="employee_id", Password="portal_password", VfyCode="captcha")
        store, _ = self._php(request, "EIPSESS")
        good = self._vfy_ok(store, request.get("VfyCode"), True)
        if not self._undoc(request.get("%%ModDate"), "logon"):
            return self._logon(request, "表單已過期，請重新輸入")
        if not good:
            self.truth.counts["sign_in_refused"] += 1
            return self._logon(request, "驗證碼不符，請依新圖片重新輸入")
        person = self.truth.person
        if request.get("SiteCode") != "T0" or request.get("Username") != person.employee_id or request.get("Password") != self.truth.portal_password:
            self.truth.counts["sign_in_refused"] += 1
            return self._logon(request, "You provided an invalid username or password. 帳號或密碼錯誤")
        sid = secrets.token_hex(16).upper()
        self.users.add(sid)
        self.truth.sessions.add(f"portal:{sid}")
        self.truth.counts["sign_in"] += 1
        return redirect(f"/eip.nsf/board.php?OpenView&sid={sid}", ("Set-Cookie", f"DomAuthSessId={sid}; path=/"))

    def _outline(self, sid: str) -> Response:
        rows = []
        for abbr, title, entries in OUTLINE:
            rows.append(f'<tr class="cat"><td><img src="/icons/collapse.gif" alt="▼" border="0"> {abbr}<td colspan="2">{title}')
            for code, name in entries:
                where = {"PW-CHG": f"pwchg.php?EditDocument&amp;sid={sid}",
                         "CNT-MNT": f"{self.urls['inner']}/hr.nsf/cntmnt.php?EditDocument&amp;sid={sid}"}.get(code, f"stub.php?fn={code}&amp;sid={sid}")
                rows.append(f'<tr><td><td><a href="{where}" title="{name}">{code}</a><td><font color="#333333">{name}</font>')
        return self._html("EIP - Outline", f"""<div class="act"><b>EIP</b> | 您好! {self.truth.person.name} | <a href="outline.php?OpenView&amp;sid={sid}">RFSH 重新整理</a>
<a href="stub.php?fn=MAN&amp;sid={sid}">MAN 操作說明書</a> <a href="logout.php?sid={sid}">LOGOFF 登出系統</a></div>
<p>總院差勤待簽 0 未核准 0 被駁回 0 / 總院Workflow待簽 0</p>
<table class="vw" width="640">{chr(10).join(rows)}</table>""")

    def _pwchg(self, request: Request, sid: str) -> Response:
        word = ""
        if request.method == "POST":
            self.takes(request, OldPwd="old_password", NewPwd="new_password", NewPwd2="new_password_again")
            old, new, again = request.get("OldPwd"), request.get("NewPwd"), request.get("NewPwd2")
            if not self._undoc(request.get("%%ModDate"), "pw" + sid):
                word = "文件已被其他人修改，請重新開啟後再試"
            elif old != self.truth.portal_password:
                word = "舊密碼不正確"
            elif new != again:
                word = "兩次輸入之新密碼不一致"
            elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                word = "新密碼不符合設定條件"
            elif new == old:
                word = "新密碼不可與舊密碼相同"
            else:
                self.truth.portal_password = new
                self.truth.counts["password_changed"] += 1
                return self._html("PW-CHG", f"""<div class="act">PW-CHG 更改密碼</div><p class="ok">Form processed. 您的密碼已更新完成，下次登入請使用新密碼。</p>
<p><a href="outline.php?OpenView&amp;sid={sid}">回功能選單</a>　<a href="logout.php?sid={sid}">登出系統</a></p>""")
            self.truth.counts["password_refused"] += 1
        return self._html("PW-CHG", f"""<div class="act">PW-CHG 更改密碼</div>
<form name="_DocForm" method="post" action="pwchg.php?SaveDocument&amp;sid={sid}"><input type="hidden" name="__Click" value="0">
<input type="hidden" name="%%ModDate" value="{self._doc('pw' + sid)}">
<p class="r">{word}</p><table><tr><td class="fl">請輸入舊密碼：<td><input type="password" name="OldPwd">
<tr><td class="fl">請輸入新密碼：<td><input type="password" name="NewPwd">
<tr><td class="fl">請再輸入新密碼：<td><input type="password" name="NewPwd2">
<tr><td class="fl">密碼強度檢核：<td><span id="lv">-</span>
<tr><td><td><input type="submit" value="SAVE 確定更改"></table></form>
<p>密碼設定條件：<ul><li>1.密碼長度不可少於8個字元<li>2.密碼內容需包含英文及數字</ul>
<p><a href="outline.php?OpenView&amp;sid={sid}">回功能選單</a>　<a href="logout.php?sid={sid}">登出系統</a></p>""")

    # ---- inner host
    def inner(self, request: Request) -> Response:
        sid = request.query.get("sid", "")
        if sid not in self.users:
            return self._html("HR", f'<p class="r">您尚未登入或連線逾時。<a href="{self.urls["portal"]}/">請由 PORTAL 登入</a></p>')
        if request.path != "/hr.nsf/cntmnt.php":
            return Response("<h1>Not Found</h1>", 404)
        word, person, truth = "", self.truth.person, self.truth
        keys = {"EngLast": "english_surname", "EngFirst": "english_given", "EngMid": "english_middle", "TelOfc": "office_phone",
                "TelHome": "home_phone", "TelMob": "mobile_phone"}
        if request.method == "POST":
            self.takes(request, TelMob="mobile_phone")
            if not self._undoc(request.get("%%ModDate"), "cnt" + sid) or request.get("EmpNo") != person.employee_id:
                word = '<p class="r">文件版本不符，請重新開啟。</p>'
            elif request.get("__Click") != "HR.$SAVE":
                word = '<p class="r">未指定動作。</p>'
            elif not re.fullmatch("09[0-9]{8}", request.get("TelMob")) or not request.get("EngLast") or not all(request.has(k) for k in keys):
                word = '<p class="r">必填欄位未填或行動電話格式不符。</p>'
            else:
                truth.saved_contact = {v: request.get(k) for k, v in keys.items()}
                truth.counts["contact_saved"] += 1
                word = f'<p class="ok">Document saved. 資料已更新（{time.strftime("%Y/%m/%d %H:%M")}）</p>'
        now = {k: escape(truth.saved_contact.get(v, getattr(person, v)), True) for k, v in keys.items()}
        return self._html("CNT-MNT", f"""{DOCLICK}
<form name="_DocForm" method="post" action="/hr.nsf/cntmnt.php?SaveDocument&amp;sid={sid}">
<input type="hidden" name="__Click" value="0"><input type="hidden" name="%%ModDate" value="{self._doc('cnt' + sid)}">
<input type="hidden" name="EmpNo" value="{person.employee_id}"><input type="hidden" name="TelMob_Orig" value="{now['TelMob']}">
<div class="act"><input type="button" value="異動儲存" onclick="return _doClick('HR.$SAVE', this, null)">
<input type="button" value="列印" onclick="window.print()"> <a href="{self.urls['portal']}/eip.nsf/outline.php?OpenView&amp;sid={sid}">回功能選單</a></div>
<h3>台大醫院---維護個人連絡資料</h3>{word}
<table border="1" cellspacing="0"><tr><td class="fl">員工編號：<td>{person.employee_id}<td class="fl">姓名：<td>{person.name}
<tr><td class="fl">英文姓：<td colspan="3"><input name="EngLast" value="{now['EngLast']}"> ex:Chen(陳)
<tr><td class="fl">英文首名：<td colspan="3"><input name="EngFirst" value="{now['EngFirst']}"> ex: Yi-Fen(怡芬) (<a href="/hr.nsf/help.htm">說明</a>)
<tr><td class="fl">英文中名：<td colspan="3"><input name="EngMid" value="{now['EngMid']}"> ex:Mary 為英文別名，如無，可不填
<tr><td class="fl">辦公室電話：<td><input name="TelOfc" value="{now['TelOfc']}"><br>ex:61234或23123456<td class="fl">住宅電話：<td><input name="TelHome" value="{now['TelHome']}"><br>ex:0223123456
<tr><td class="fl">行動電話：<td colspan="3"><input name="TelMob" value="{now['TelMob']}" maxlength="10"> ex:0952000000 (如離職或更換門號，請記得調整此欄位)
</table></form>""")

    # ---- account host
    def account(self, request: Request) -> Response:
        path = request.path
        if path in ("/", "/acct.nsf", "/acct.nsf/index.php"):
            return self._html("NTUH Account Service", """<div class="act"><b>ACCT</b> 網路帳號服務</div>
<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼<h3>《規範》</h3>
<p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<ul><li>使用本帳號發信、登入VPN等，依本院資安規定進行系統記錄，請勿借用或盜用。
<li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</ul>
<h3>《常見問題與服務》</h3><p><b>忘記密碼</b><br>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。
<table class="vw" width="700"><tr class="cat"><td>CODE<td>SERVICE
<tr><td><a href="/acct.nsf/prove.php?fn=ACT" title="啟用網路帳號及首次雲端帳號密碼設定">ACT-1ST</a><td>啟用網路帳號及首次雲端帳號密碼設定<br><small>啟用本院微軟相關服務，如：Office365, Outlook...</small>
<tr><td><a href="/acct.nsf/prove.php?fn=RST" title="重置雲端服務密碼">RST-PWD</a><td>重置雲端服務密碼<br><small>重設非Portal帳號的密碼，從未使用請先【啟用網路帳號】</small>
<tr><td><a href="/acct.nsf/vendor.php" title="總院廠商VPN展延申請">VPN-EXT</a><td>總院廠商VPN展延申請</table>""")
        pid = request.cookies.get("ACCTSESS", "")
        state = self.proofs.get(pid)
        if path == "/acct.nsf/prove.php" and request.method == "GET":
            head = []
            if state is None or "ok" in state:
                pid = secrets.token_hex(13)
                state = self.proofs[pid] = {}
                head = [("Set-Cookie", f"ACCTSESS={pid}; path=/")]
            fn = request.query.get("fn", str(state.get("fn", "")))
            if fn not in ("ACT", "RST"):
                return redirect("/")
            state["fn"] = fn
            return self._prove(pid, state, "", head)
        if state is None:
            return redirect("/acct.nsf/index.php")
        if path == "/acct.nsf/prove.php":
            return self._proving(request, pid, state)
        if path == "/acct.nsf/sms.php" and request.method == "POST":
            return self._sms(request, pid, state)
        if path == "/acct.nsf/logout.php":
            if f"account:{pid}" in self.truth.sessions:
                self.truth.sessions.discard(f"account:{pid}")
                self.truth.counts["sign_out_account"] += 1
            self.proofs.pop(pid, None)
            return self._html("ACCT", '<p>已離開網路帳號服務。<a href="/acct.nsf/index.php">回首頁</a></p>', ("Set-Cookie", "ACCTSESS=; path=/; Max-Age=0"))
        if "ok" not in state:
            return redirect("/acct.nsf/index.php")
        if path == "/acct.nsf/cloud.php" and state["fn"] == "ACT":
            return self._cloud(request, pid)
        if path == "/acct.nsf/reset.php" and state["fn"] == "RST":
            return self._reset(request, pid)
        return Response("<h1>Not Found</h1>", 404)

    def _prove(self, pid: str, state: dict[str, object], word: str, head: list[tuple[str, str]]) -> Response:
        name = {"ACT": "啟用網路帳號及首次雲端帳號密碼設定", "RST": "重置雲端服務密碼"}[str(state["fn"])]
        return self._html("ACCT", f"""<div class="act"><b>ACCT</b> <a href="/acct.nsf/index.php">HOME 首頁</a></div><h3>{name}</h3><b>注意事項</b>
<ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。<li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<li>請輸入帳號與簡訊動態碼後按「下一步」。</ul>
<p class="r">{word}</p><form name="_DocForm" method="post" action="/acct.nsf/prove.php"><input type="hidden" name="%%ModDate" value="{self._doc('prove' + pid)}">
<table><tr><td class="fl">網路帳號 / 主職員工編號<td><input name="EmpNo" value="{escape(str(state.get('emp', '')), True)}" maxlength="6"><td><input type="submit" name="$SMS" value="發送簡訊動態碼">
<tr><td class="fl">簡訊(或MOTP)動態碼<td><input name="Otp" value="" maxlength="8" autocomplete="off"><td>
<tr><td><td><td><input type="submit" name="$NEXT" value="下一步"></table></form>""", *head)

    def _proving(self, request: Request, pid: str, state: dict[str, object]) -> Response:
        self.takes(request, EmpNo="employee_id", Otp="code")
        if not self._undoc(request.get("%%ModDate"), "prove" + pid):
            return self._prove(pid, state, "表單已過期，請重新操作", [])
        emp = state["emp"] = request.get("EmpNo").strip()
        if not re.fullmatch("[0-9]{6}", emp):
            return self._prove(pid, state, "請輸入六位數員工編號", [])
        if request.has("$SMS"):
            return self._phone(pid, emp, "")
        if not request.has("$NEXT"):
            return self._prove(pid, state, "未指定動作", [])
        code, at = str(state.get("code", "")), float(str(state.get("at", 0)))
        if not code or request.get("Otp").strip() != code or emp != self.truth.person.employee_id:
            self.truth.counts["code_refused"] += 1
            return self._prove(pid, state, "動態碼錯誤，請確認後重新輸入", [])
        if time.time() - at > 120:
            self.truth.counts["code_refused"] += 1
            return self._prove(pid, state, "動態碼已逾兩分鐘，請重新發送", [])
        state.pop("code")
        state["ok"] = True
        self.truth.sessions.add(f"account:{pid}")
        self.truth.counts["code_accepted"] += 1
        return redirect("/acct.nsf/cloud.php" if state["fn"] == "ACT" else "/acct.nsf/reset.php")

    def _phone(self, pid: str, emp: str, word: str) -> Response:
        return self._html("ACCT - SMS", f"""<center><form method="post" action="/acct.nsf/sms.php"><input type="hidden" name="EmpNo" value="{escape(emp, True)}">
<input type="hidden" name="%%ModDate" value="{self._doc('sms' + pid)}"><table border="2" cellpadding="10" bgcolor="#d4d0c8"><tr><td>
<p class="r">{word}</p>請輸入帳號登記的手機門號(10碼)<br><input name="MobNo" maxlength="10" value=""><br><br>
<input type="submit" name="$OK" value="確定發送"> <input type="button" value="取消" onclick="location.href='/acct.nsf/prove.php'"></table></form></center>""")

    def _sms(self, request: Request, pid: str, state: dict[str, object]) -> Response:
        self.takes(request, EmpNo="employee_id", MobNo="registered_phone")
        emp = request.get("EmpNo")
        if not self._undoc(request.get("%%ModDate"), "sms" + pid) or emp != state.get("emp"):
            return redirect("/acct.nsf/prove.php")
        mobile = self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone)
        if emp != self.truth.person.employee_id or request.get("MobNo").strip() != mobile:
            return self._phone(pid, emp, "手機門號與登記資料不符")
        state["code"], state["at"] = self.truth.new_message(), time.time()
        return self._html("ACCT - SMS", """<center><table border="2" cellpadding="10" bgcolor="#d4d0c8"><tr><td><b>動態碼簡訊發送成功</b>
<p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」<p align="center"><a href="/acct.nsf/prove.php">確定</a></table></center>""")

    def _cloud(self, request: Request, pid: str) -> Response:
        truth, person, word, mail = self.truth, self.truth.person, "", ""
        if request.method == "POST":
            self.takes(request, MailName="alias", CldPwd="cloud_password", CldPwd2="cloud_password_again")
            mail, one, two = request.get("MailName").strip(), request.get("CldPwd"), request.get("CldPwd2")
            if not self._undoc(request.get("%%ModDate"), "cloud" + pid):
                word = "表單已過期，請重新操作"
            elif request.has("$CANCEL"):
                return redirect("/acct.nsf/logout.php")
            elif not request.has("$ACT"):
                word = "未指定動作"
            elif truth.alias:
                word = "本帳號先前已啟用，不得重複設定"
            elif not re.fullmatch("[A-Za-z][A-Za-z0-9._-]{0,63}", mail):
                word = "雲端服務帳號格式不符（英文開頭，限英數字與 . _ -）"
            elif mail.lower() == "taken.name":
                word = "此名稱已有人使用，請改用其他名稱"
            elif one != two or len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search("[0-9]", one):
                word = "兩次密碼不同，或密碼未達8碼英數混合"
            else:
                truth.alias, truth.cloud_password = mail, one
                truth.counts["activated"] += 1
                return self._html("ACCT", f"""<div class="act">ACT-1ST</div><p class="ok">Request completed. {escape(mail)}@ntuh.gov.tw 設定已完成，隔日生效。</p>
<p><a href="/acct.nsf/logout.php">EXIT 離開</a></p>""")
        elif truth.alias:
            return self._html("ACCT", f"""<div class="act">ACT-1ST</div><h3>設定密碼與郵件別名</h3><p>您的雲端服務帳號已於先前啟用：<b>{escape(truth.alias)}@ntuh.gov.tw</b>，不需再次設定。</p>
<p><a href="/acct.nsf/logout.php">EXIT 離開</a></p>""")
        return self._html("ACCT", f"""<div class="act">ACT-1ST　<a href="/acct.nsf/logout.php">EXIT 離開</a></div><h3>設定密碼與郵件別名</h3>
<p>雲端服務帳號說明：<br>1. 雲端服務帳號為跨體系使用。<br>2. 服務於設定完成隔日生效。<p class="r">{word}</p>
<form name="_DocForm" method="post" action="/acct.nsf/cloud.php"><input type="hidden" name="%%ModDate" value="{self._doc('cloud' + pid)}">
<table border="1" cellspacing="0" cellpadding="4"><tr><td class="fl">網路帳號 / 主職員工編號<td>{person.employee_id}<tr><td class="fl">帳號姓名<td>{person.name}
<tr><td class="fl">主職單位<td>{person.unit}<tr><td class="fl">有效期限<td>{person.valid_until}
<tr><td class="fl">雲端服務帳號<br>(電子郵件名稱)<td><input name="MailName" maxlength="64" value="{escape(mail, True)}">@ntuh.gov.tw<br>名稱長度限64字元內
<tr><td class="fl">雲端服務密碼<td><input type="password" name="CldPwd"> 至少8碼，含英文及數字
<tr><td class="fl">再次輸入密碼<td><input type="password" name="CldPwd2">
<tr><td colspan="2" align="center"><input type="submit" name="$CANCEL" value="取消啟用">　<input type="submit" name="$ACT" value="啟用雲端服務"></table>
服務於設定完成隔日生效</form>""")

    def _reset(self, request: Request, pid: str) -> Response:
        word = ""
        if request.method == "POST":
            self.takes(request, CldPwd="cloud_password", CldPwd2="cloud_password_again")
            one = request.get("CldPwd")
            if not self._undoc(request.get("%%ModDate"), "reset" + pid):
                word = "表單已過期"
            elif not self.truth.alias:
                word = "尚未啟用，請先啟用網路帳號"
            elif one != request.get("CldPwd2") or len(one) < 8 or one.isalpha() or one.isdigit():
                word = "密碼不符合條件或兩次不同"
            else:
                self.truth.cloud_password = one
                return self._html("ACCT", '<p class="ok">雲端服務密碼已重設。</p><a href="/acct.nsf/logout.php">EXIT 離開</a>')
        return self._html("ACCT", f"""<h3>重置雲端服務密碼</h3><p class="r">{word}</p><form method="post" action="/acct.nsf/reset.php">
<input type="hidden" name="%%ModDate" value="{self._doc('reset' + pid)}">新密碼 <input type="password" name="CldPwd"><br>確認新密碼 <input type="password" name="CldPwd2"><br>
<input type="submit" value="確定重設"></form><a href="/acct.nsf/logout.php">EXIT 離開</a>""")

    # ---- webmail
    def mail(self, request: Request) -> Response:
        path, box = request.path, request.cookies.get("INOTESID", "")
        if path == "/vfy.php":
            store, head = self._php(request, "MAILSESS")
            store["vfy"] = self.truth.new_captcha("abcdefghjkmnprstuvwxyz23456789", 5)
            return Response(picture(store["vfy"], "GIF"), kind="image/gif", headers=head)
        if path == "/inbox.php" and box in self.boxes:
            return self._html("iMail", f"""<div class="act"><b>{escape(self.truth.alias)}@ntuh.gov.tw</b> <a href="/logoff.php">登出</a></div>
<table class="vw"><tr class="cat"><td>Who<td>Date<td>收件匣 Subject<tr><td>資訊室<td>今日<td>歡迎使用電子信箱</table>""")
        if path == "/logoff.php" and box in self.boxes:
            self.boxes.discard(box)
            self.truth.sessions.discard(f"mail:{box}")
            self.truth.counts["sign_out_mail"] += 1
            return redirect("/", ("Set-Cookie", "INOTESID=; path=/; Max-Age=0"))
        store, head = self._php(request, "MAILSESS")
        word = ""
        if path == "/login.php" and request.method == "POST":
            self.takes(request, MailUser="mail_account", MailPass="mail_password", MailVfy="captcha")
            if not self._vfy_ok(store, request.get("MailVfy"), False):
                word = "驗證碼輸入錯誤"
            elif not self.truth.alias or request.get("MailUser").split("@")[0] != self.truth.alias or request.get("MailPass") != self.truth.cloud_password:
                word = "帳號或密碼有誤"
            else:
                box = secrets.token_hex(12)
                self.boxes.add(box)
                self.truth.sessions.add(f"mail:{box}")
                self.truth.counts["mail_sign_in"] += 1
                return redirect("/inbox.php", ("Set-Cookie", f"INOTESID={box}; path=/"))
        return self._html("iMail", f"""<div class="act"><b>iMail</b> 電子信箱</div><p class="r">{word}</p>
<form method="post" action="/login.php"><table><tr><td>帳號:<td><input name="MailUser"><tr><td>密碼:<td><input type="password" name="MailPass">
<tr><td>驗證碼(小寫字母或數字):<td><input name="MailVfy" size="8"> <img src="/vfy.php?{secrets.token_hex(3)}" alt="">
<tr><td><td><input type="checkbox" name="Keep" value="1"> 記住登入資訊 (公用電腦請勿勾選)<tr><td><td><input type="submit" value="Sign In 登入"></table></form>
<p>公佈欄：體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<br>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}/">https://help.ntuh.gov.tw/</a>""", *head)

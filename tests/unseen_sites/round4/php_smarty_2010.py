"""PHP + Smarty templates of a county hospital's information office, about 2010."""

from __future__ import annotations

import html
import re
import secrets
import sys
import time
from pathlib import Path


from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402

HEAD = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>%s</title><link rel="stylesheet" type="text/css" href="templates/style.css" />
<script type="text/javascript">
function reloadImg(){ document.getElementById('capimg').src = 'captcha.php?r=' + Math.random(); return false; }
</script></head>
<body bgcolor="#F4F8F2" leftmargin="0" topmargin="0">
<table width="960" align="center" border="0" cellpadding="0" cellspacing="0" bgcolor="#FFFFFF">
<tr><td colspan="2" height="70" background="images/top_bg.jpg"><img src="images/logo.gif" alt="醫療資訊系統" /></td></tr>
"""
FOOT = """<tr><td colspan="2" align="center" class="foot"><hr size="1" /><font size="2" color="#888888">資訊室 製作維護 &nbsp;服務分機 261120<br />
建議使用 IE 7.0 以上瀏覽器，最佳解析度 1024*768</font></td></tr></table></body></html>"""
CAMPUS = [("", "==請選擇=="), ("1", "總院區"), ("2", "北護分院"), ("3", "金山分院"), ("4", "新竹分院"), ("6", "雲林分院")]
FIELDS = [("ename1", "english_surname"), ("ename2", "english_given"), ("ename3", "english_middle"),
          ("tel_o", "office_phone"), ("tel_h", "home_phone"), ("cell", "mobile_phone")]

def e(text: str) -> str:
    return html.escape(text, quote=True)

def red(text: str) -> str:
    """The {if $errmsg} part of every template."""
    return f'<tr><td colspan="2" align="center"><font color="red"><b>{e(text)}</b></font></td></tr>' if text else ""

class TheSite(Site):
    title = "php_smarty_2010"
    def __init__(self) -> None:
        super().__init__()
        self.php: dict[str, dict[str, str]] = {}  # $_SESSION by PHPSESSID or SESSION=
    def _open(self, r: Request, prefix: str) -> tuple[str, dict[str, str], list[tuple[str, str]]]:
        name = "PHPSESSID" if prefix == "p" else f"{prefix.upper()}SESSID"
        sid = r.cookies.get(name, "")
        if sid.startswith(prefix) and sid in self.php:
            return sid, self.php[sid], []
        sid = prefix + secrets.token_hex(13)
        self.php[sid] = {}
        return sid, self.php[sid], [("Set-Cookie", f"{name}={sid}; path=/")]
    def _page(self, title: str, body: str, cookies: list[tuple[str, str]] | None = None) -> Response:
        return Response(HEAD % title + body + FOOT, headers=[("Cache-Control", "no-store, no-cache"), ("X-Powered-By", "PHP/5.2.17"), *(cookies or [])])
    def _captcha(self, s: dict[str, str], kind: str, letters: str, length: int) -> Response:
        s["cap"] = self.truth.new_captcha(letters, length)
        return Response(picture(s["cap"], kind), kind=f"image/{kind.lower()}", headers=[("Cache-Control", "no-store")])
    def _captcha_ok(self, s: dict[str, str], typed: str) -> bool:
        want = s.pop("cap", "")
        good = bool(want) and want == self.truth.captcha and typed.strip().lower() == want.lower()
        self.truth.captcha = ""
        return good
    def portal(self, r: Request) -> Response:
        sid, s, ck = self._open(r, "p")
        if r.path == "/":
            return redirect("/index.php", *ck)
        if r.path == "/captcha.php":
            return self._captcha(s, "PNG", "123456789BDFHJLNPRTVXZ", 6)
        if r.path == "/index.php":
            return self._login(s, "", ck)
        if r.path == "/login.php" and r.method == "POST":
            self.takes(r, hosp="campus", uid="employee_id", upw="portal_password", chk="captcha")
            return self._do_login(r, sid, s, ck)
        if "uid" not in s:
            return self._page("系統訊息", red("您尚未登入或閒置過久，請重新登入！") + '<tr><td colspan="2" align="center"><a href="index.php">回登入頁</a></td></tr>', ck)
        if r.path == "/news.php":
            return self._page("重要公告", f"""<tr><td colspan="2" align="center"><br /><table width="600" border="1" bordercolor="#669966" cellpadding="6">
<tr bgcolor="#CCE5CC"><td><b>※ 重要公告 ※</b></td></tr><tr><td>一、請同仁定期更換個人密碼，勿與他人共用。<br />二、本週六 22:00 至 24:00 主機例行保養。</td></tr>
<tr><td align="center"><form method="get" action="main.php" style="margin:0"><input type="hidden" name="SESSION" value="{sid}" /><input type="submit" value="我已閱讀，進入系統" /></form></td></tr></table></td></tr>""")
        if r.path == "/main.php":
            return self._menu(sid)
        if r.path == "/logout.php":
            self.truth.sessions.discard("portal:" + sid)
            self.truth.counts["sign_out_portal"] += 1
            self.php.pop(sid, None)
            return Response("<script type='text/javascript'>alert('您已登出系統');location.href='index.php';</script>",
                            headers=[("Set-Cookie", "PHPSESSID=deleted; expires=Thu, 01-Jan-1970 00:00:01 GMT; path=/")])
        return Response("<h1>Not Found</h1>", 404)
    def _login(self, s: dict[str, str], error: str, ck: list[tuple[str, str]], uid: str = "", hosp: str = "1") -> Response:
        s["tok"] = secrets.token_hex(8)
        options = "".join(f'<option value="{v}"{" selected" if v == hosp else ""}>{t}</option>' for v, t in CAMPUS)
        return self._page("登入本院PORTAL系統", f"""<tr><td width="230" valign="top" bgcolor="#E8F2E4">
<table width="100%" cellpadding="4"><tr><td><form action="http://www.example.invalid/search" method="get" style="margin:0px">站內搜尋<br />
<input type="text" name="q" size="14" /> <input type="submit" value="搜尋" /></form></td></tr>
<tr><td><a href="#">數位學習</a><br /><a href="#">KM系統</a><br /><a href="#">差勤系統</a><br /><a href="#">表單下載</a><br /><a href="#">網路掛號</a></td></tr></table></td>
<td valign="top" align="center"><form name="form1" method="post" action="login.php"><input type="hidden" name="tok" value="{s['tok']}" />
<table border="0" cellspacing="3" cellpadding="3"><tr><td colspan="2" align="center" class="title">登入本院PORTAL系統</td></tr>{red(error)}
<tr><td align="right">院　區：</td><td><select name="hosp">{options}</select></td></tr>
<tr><td align="right">帳　號：</td><td><input type="text" name="uid" size="14" maxlength="10" value="{e(uid)}" /> <font size="2">(6位數數字)</font></td></tr>
<tr><td align="right">密　碼：</td><td><input type="password" name="upw" size="14" maxlength="20" /></td></tr>
<tr><td align="right" valign="top">驗證碼：</td><td><input type="text" name="chk" size="8" maxlength="6" autocomplete="off" /> <font size="2">(不用區分大小寫)</font><br />
<img id="capimg" src="captcha.php?r={secrets.randbelow(99999)}" align="absmiddle" width="120" height="36" alt="" /> <a href="index.php" onclick="return reloadImg();">看不清楚？換一張</a></td></tr>
<tr><td></td><td><input type="submit" name="go" value=" 登 入 " /> <input type="reset" value=" 清 除 " /></td></tr></table></form></td></tr>""", ck)
    def _do_login(self, r: Request, sid: str, s: dict[str, str], ck: list[tuple[str, str]]) -> Response:
        t, uid, hosp = self.truth, r.get("uid").strip(), r.get("hosp")
        good = self._captcha_ok(s, r.get("chk"))
        error = ""
        if not s.get("tok") or r.get("tok") != s.pop("tok"):
            error = "網頁已過期，請重新輸入！"
        elif hosp not in [v for v, _ in CAMPUS if v]: error = "請選擇院區！"
        elif not good: error = "驗證碼輸入錯誤！"
        elif uid != t.person.employee_id or r.get("upw") != t.portal_password: error = "帳號或密碼錯誤，請查明後再登入！"
        if error:
            t.counts["sign_in_refused"] += 1
            return self._login(s, error, ck, uid, hosp)
        s["uid"] = uid
        t.sessions.add("portal:" + sid)
        t.counts["sign_in"] += 1
        return redirect(f"news.php?SESSION={sid}", *ck)
    def _menu(self, sid: str) -> Response:
        inner = self.urls["inner"]
        rows = [("更改密碼", f"{inner}/psn/chgpwd.php?SESSION={sid}"), ("個人簽章提醒設定", "#"), ("薪資所得免稅額申報表", "#"), ("員工待遇福利查詢", "#"),
                ("查詢員工連絡資料", "#"), ("維護個人連絡資料", f"{inner}/psn/contact.php?SESSION={sid}"), ("個人就醫紀錄查詢", "#"), ("員工扣繳憑單查詢", "#"), ("流感同意書列印", "#")]
        links = "".join(f'<tr><td><img src="images/dot.gif" alt="" /> <a href="{e(u)}">{n}</a></td></tr>' for n, u in rows)
        return self._page("功能選單", f"""<tr><td colspan="2" bgcolor="#CCE5CC">醫療系統 - 醫療支援 - 其他資源 - 數位學習 - 資訊安全 - 行政系統 - <b>個人管理</b>
&nbsp;&nbsp;{self.truth.person.name} 您好! &nbsp;[<a href="logout.php" onclick="return confirm('確定要登出嗎？');">登出系統</a>]</td></tr>
<tr><td width="230" valign="top"><table cellpadding="3">{links}</table></td><td valign="top"><b>全院公告</b><table border="1" cellpadding="3"><tr><th>日期</th><th>標題</th></tr>
<tr><td>2010/10/21</td><td>請同仁填報「薪資所得免稅額申報表」</td></tr></table></td></tr>""")
    def inner(self, r: Request) -> Response:
        sid = r.query.get("SESSION", "")
        s = self.php.get(sid, {})
        if "uid" not in s:
            return self._page("系統訊息", red("連線逾時，請重新登入！") + f'<tr><td colspan="2" align="center"><a href="{self.urls["portal"]}/index.php">重新登入</a></td></tr>')
        if r.path == "/psn/chgpwd.php":
            return self._chgpwd(r, sid, s)
        if r.path == "/psn/contact.php":
            return self._contact(r, sid, s)
        return Response("<h1>Not Found</h1>", 404)
    def _back(self, sid: str) -> str:
        p = self.urls["portal"]
        return f'<tr><td colspan="2" align="center"><a href="{p}/main.php?SESSION={sid}">回功能選單</a>　<a href="{p}/logout.php">登出系統</a></td></tr>'
    def _chgpwd(self, r: Request, sid: str, s: dict[str, str]) -> Response:
        t, error = self.truth, ""
        if r.method == "POST":
            self.takes(r, p0="old_password", p1="new_password", p2="new_password_again")
            p1 = r.get("p1")
            if r.get("tok") != s.pop("pwtok", None):
                error = "網頁已過期，請重新輸入！"
            elif r.get("p0") != t.portal_password: error = "舊密碼不正確！"
            elif p1 != r.get("p2"): error = "兩次輸入的新密碼不一致！"
            elif len(p1) < 8 or not re.search("[A-Za-z]", p1) or not re.search("[0-9]", p1): error = "新密碼不符合設定條件，請重新輸入！"
            elif p1 == t.portal_password: error = "新密碼不可與舊密碼相同！"
            if not error:
                t.portal_password = p1
                t.counts["password_changed"] += 1
                return self._page("更改密碼", red("密碼已變更完成，下次登入請使用新密碼。") + self._back(sid))
            t.counts["password_refused"] += 1
        s["pwtok"] = secrets.token_hex(8)
        return self._page("更改密碼", f"""<tr><td colspan="2" align="center" class="title"><b>更改密碼</b></td></tr>{red(error)}
<form name="pwform" method="post" action="chgpwd.php?SESSION={sid}"><input type="hidden" name="tok" value="{s['pwtok']}" />
<tr><td align="right" width="380">請輸入舊密碼：</td><td><input type="password" name="p0" maxlength="20" /></td></tr>
<tr><td align="right">請輸入新密碼：</td><td><input type="password" name="p1" maxlength="20" /></td></tr>
<tr><td align="right">請再輸入新密碼：</td><td><input type="password" name="p2" maxlength="20" /></td></tr>
<tr><td align="right">密碼強度檢核：</td><td><span id="strong">&nbsp;</span></td></tr>
<tr><td></td><td><input type="submit" value="確定更改" /> <input type="reset" value="重填" /></td></tr></form>
<tr><td></td><td><font size="2">密碼設定條件：<br />1.密碼長度不可少於8個字元<br />2.密碼內容需包含英文及數字</font></td></tr>{self._back(sid)}""")
    def _contact(self, r: Request, sid: str, s: dict[str, str]) -> Response:
        t, message = self.truth, ""
        now = {k: t.saved_contact.get(k, getattr(t.person, k)) for _, k in FIELDS}
        if r.method == "POST":
            self.takes(r, cell="mobile_phone")
            if r.get("tok") != s.pop("cttok", None):
                message = "網頁已過期，資料未儲存！"
            elif not all(r.has(n) for n, _ in FIELDS):
                message = "欄位不完整，資料未儲存！"
            elif not re.fullmatch(r"09\d{8}", r.get("cell").strip()):
                message = "行動電話格式錯誤，資料未儲存！"
            else:
                now = {k: r.get(n).strip() for n, k in FIELDS}
                t.saved_contact.update(now)
                t.counts["contact_saved"] += 1
                message = "資料已更新！"
        s["cttok"] = secrets.token_hex(8)
        box = {n: f'<input type="text" name="{n}" size="16" maxlength="20" value="{e(now[k])}" />' for n, k in FIELDS}
        return self._page("維護個人連絡資料", f"""<tr><td colspan="2"><b>台大醫院---維護個人連絡資料</b></td></tr>{red(message)}<tr><td colspan="2">
<form method="post" action="contact.php?SESSION={sid}"><input type="hidden" name="tok" value="{s['cttok']}" /><input type="submit" name="save" value="異動儲存" />
<table border="1" bordercolor="#99BB99" cellpadding="4" width="100%">
<tr><td>員工編號：</td><td><input type="text" name="empno" value="{t.person.employee_id}" readonly="readonly" size="8" /></td><td>姓名：</td><td>{t.person.name}</td></tr>
<tr><td>英文姓：</td><td colspan="3">{box['ename1']} ex:Chen(陳)</td></tr><tr><td>英文首名：</td><td colspan="3">{box['ename2']} ex: Yi-Fen(怡芬) (<a href="#">說明</a>)</td></tr>
<tr><td>英文中名：</td><td colspan="3">{box['ename3']} ex:Mary 為英文別名，如無，可不填</td></tr>
<tr><td>辦公室電話：</td><td>{box['tel_o']} ex:61234或23123456</td><td>住宅電話：</td><td>{box['tel_h']} ex:0223123456</td></tr>
<tr><td>行動電話：</td><td colspan="3">{box['cell']} ex:0952000000 <font color="red" size="2">(如離職或更換門號，請記得調整此欄位)</font></td></tr></table></form></td></tr>{self._back(sid)}""")
    def account(self, r: Request) -> Response:
        sid, s, ck = self._open(r, "a")
        if r.path == "/":
            return redirect("/index.php", *ck)
        if r.path == "/index.php":
            return self._page("網路帳號服務", """<tr><td colspan="2">說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼<br /><br /><b><font color="#006600">《規範》</font></b>
<br />網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<ul><li>請勿冒用院內同仁申請網路帳號。<li>請勿將此密碼與醫療行政系統(Portal)設定相同。</ul>
<b><font color="#006600">《常見問題與服務》</font></b><ul><li>密碼修改後多久可以生效：即時生效。<li>忘記密碼：請以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</ul></td></tr>
<tr><td width="380" align="right"><a href="verify.php?act=open">啟用網路帳號及首次雲端帳號密碼設定</a></td><td>啟用本院微軟相關服務，如：Office365, Outlook...</td></tr>
<tr><td align="right"><a href="verify.php?act=reset">重置雲端服務密碼</a></td><td>重設非Portal帳號的密碼</td></tr><tr><td align="right"><a href="#">總院廠商VPN展延申請</a></td><td>&nbsp;</td></tr>""", ck)
        if r.path == "/verify.php":
            if r.method == "GET":
                s["act"] = "reset" if r.get("act") == "reset" else "open"
                return self._verify(s, "", ck)
            self.takes(r, acc="employee_id", otp="code")
            return self._do_verify(r, sid, s)
        if r.path == "/sendsms.php" and r.method == "POST":
            self.takes(r, mobile="registered_phone")
            t = self.truth
            if "acc" not in s or r.get("tok") != s.pop("vtok", None):
                return self._verify(s, "網頁已過期，請重新操作！", ck)
            if r.has("cancel"):
                return self._verify(s, "", ck)
            if s["acc"] != t.person.employee_id or r.get("mobile").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                return self._phone(s, "手機門號與登記資料不符，請重新輸入！")
            s["otp"], s["otp_at"] = t.new_message(), str(time.time())
            return self._verify(s, "動態碼簡訊發送成功！請將簡訊動態碼輸入後，按「下一步」", ck)
        if s.get("proved") != "1":
            return self._page("系統訊息", red("請先進行身分驗證！") + '<tr><td colspan="2" align="center"><a href="index.php">回首頁</a></td></tr>', ck)
        if r.path == "/cloud.php":
            return self._reset(r, s) if s.get("act") == "reset" else self._cloud(r, s)
        if r.path == "/exit.php":
            self.truth.sessions.discard("account:" + sid)
            self.truth.counts["sign_out_account"] += 1
            self.php.pop(sid, None)
            return redirect("index.php")
        return Response("<h1>Not Found</h1>", 404)
    def _act(self, s: dict[str, str]) -> str:
        return "重置雲端服務密碼" if s.get("act") == "reset" else "啟用網路帳號及首次雲端帳號密碼設定"
    def _verify(self, s: dict[str, str], message: str, ck: list[tuple[str, str]] | None = None) -> Response:
        s["vtok"] = secrets.token_hex(8)
        return self._page("身分驗證", f"""<tr><td colspan="2"><font size="2">注意事項<ul><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<li>請輸入帳號與簡訊動態碼後按「下一步」。</ul></font></td></tr>
<tr><td colspan="2" align="center" class="title"><b>{self._act(s)}</b></td></tr>{red(message)}
<tr><td colspan="2" align="center"><form method="post" action="verify.php"><input type="hidden" name="tok" value="{s['vtok']}" /><table cellpadding="4">
<tr><td>網路帳號 / 主職員工編號</td><td><input type="text" name="acc" maxlength="6" value="{e(s.get('acc', ''))}" /></td><td><input type="submit" name="sms" value="發送簡訊動態碼" /></td></tr>
<tr><td>簡訊(或MOTP)動態碼</td><td><input type="text" name="otp" maxlength="8" autocomplete="off" /></td><td></td></tr>
<tr><td></td><td></td><td><input type="submit" name="next" value="下一步" /></td></tr></table></form></td></tr><tr><td colspan="2" align="center"><a href="index.php">回首頁</a></td></tr>""", ck)
    def _phone(self, s: dict[str, str], message: str) -> Response:
        s["vtok"] = secrets.token_hex(8)
        return self._page("發送簡訊動態碼", f"""{red(message)}<tr><td colspan="2" align="center"><br /><form method="post" action="sendsms.php"><input type="hidden" name="tok" value="{s['vtok']}" />
請輸入帳號登記的手機門號(10碼)<br /><input type="text" name="mobile" maxlength="10" /><br /><br /><input type="submit" name="send" value="確定發送" /> <input type="submit" name="cancel" value="取消" /></form></td></tr>""")
    def _do_verify(self, r: Request, sid: str, s: dict[str, str]) -> Response:
        t = self.truth
        if r.get("tok") != s.pop("vtok", None):
            return self._verify(s, "網頁已過期，請重新操作！")
        acc = r.get("acc").strip()
        if not re.fullmatch(r"\d{6}", acc):
            return self._verify(s, "請輸入6位數字之員工編號！")
        s["acc"] = acc
        if r.has("sms"):
            return self._phone(s, "")
        otp, at = s.get("otp", ""), float(s.get("otp_at", "0"))
        error = ""
        if not otp or acc != t.person.employee_id or r.get("otp").strip() != otp or otp != t.messages[-1]:
            error = "動態碼錯誤，請重新輸入！"
        elif time.time() - at > 120: error = "動態碼已逾時，請重新發送！"
        if error:
            t.counts["code_refused"] += 1
            return self._verify(s, error)
        s.pop("otp")
        s["proved"] = "1"
        t.sessions.add("account:" + sid)
        t.counts["code_accepted"] += 1
        return redirect("cloud.php")
    def _cloud(self, r: Request, s: dict[str, str]) -> Response:
        t, p, error = self.truth, self.truth.person, ""
        leave = '<tr><td colspan="2" align="center"><a href="exit.php">離開</a></td></tr>'
        if r.method == "POST":
            self.takes(r, mailname="alias", cpw1="cloud_password", cpw2="cloud_password_again")
            name, pw = r.get("mailname").strip(), r.get("cpw1")
            if r.get("tok") != s.pop("ctok", None):
                error = "網頁已過期，請重新操作！"
            elif r.has("cancel"):
                return redirect("exit.php")
            elif t.alias: error = "此帳號已啟用，不得重複設定！"
            elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", name): error = "電子郵件名稱格式錯誤，限用英文、數字及 . _ -！"
            elif name.lower() == "taken.name":
                error = "電子郵件名稱已有人使用，請更換！"
            elif pw != r.get("cpw2"):
                error = "兩次輸入的密碼不一致！"
            elif len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search("[0-9]", pw):
                error = "密碼至少8碼，且需包含英文及數字！"
            else:
                t.alias, t.cloud_password = name, pw
                t.counts["activated"] += 1
                return self._page("設定完成", red("雲端服務帳號設定完成！") + f'<tr><td colspan="2" align="center">您的電子郵件信箱為 {e(name)}@ntuh.gov.tw，隔日生效。</td></tr>' + leave)
        facts = f"""<tr><td align="right" width="380">網路帳號 / 主職員工編號</td><td>{p.employee_id}</td></tr><tr><td align="right">帳號姓名</td><td>{p.name}</td></tr>
<tr><td align="right">主職單位</td><td>{p.unit}</td></tr><tr><td align="right">有效期限</td><td>{p.valid_until}</td></tr>"""
        title = '<tr><td colspan="2" align="center" class="title"><b>設定密碼與郵件別名</b></td></tr>'
        if t.alias:
            return self._page("設定密碼與郵件別名", title + red(error or "此帳號先前已完成啟用，不需再設定。") + facts +
                              f'<tr><td align="right">雲端服務帳號 (電子郵件名稱)</td><td>{e(t.alias)}@ntuh.gov.tw</td></tr>' + leave)
        s["ctok"] = secrets.token_hex(8)
        return self._page("設定密碼與郵件別名", f"""{title}{red(error)}<form method="post" action="cloud.php"><input type="hidden" name="tok" value="{s['ctok']}" />{facts}
<tr><td align="right">雲端服務帳號 (電子郵件名稱)</td><td><input type="text" name="mailname" maxlength="64" value="{e(r.get('mailname'))}" />@ntuh.gov.tw <font size="2">名稱長度限64字元內</font></td></tr>
<tr><td align="right">雲端服務密碼</td><td><input type="password" name="cpw1" maxlength="30" /> <font size="2">至少8碼，需含英文及數字</font></td></tr>
<tr><td align="right">再次輸入密碼</td><td><input type="password" name="cpw2" maxlength="30" /></td></tr>
<tr><td colspan="2" align="center"><input type="submit" name="cancel" value="取消啟用" /> <input type="submit" name="enable" value="啟用雲端服務" /><br /><font size="2">服務於設定完成隔日生效</font></td></tr></form>""")
    def _reset(self, r: Request, s: dict[str, str]) -> Response:
        t, message = self.truth, ""
        if r.method == "POST":
            self.takes(r, cpw1="cloud_password", cpw2="cloud_password_again")
            if r.get("tok") != s.pop("ctok", None) or not t.alias:
                message = "尚未啟用網路帳號或網頁已過期！"
            elif len(r.get("cpw1")) < 8 or r.get("cpw1") != r.get("cpw2"):
                message = "密碼不足8碼或兩次輸入不一致！"
            else:
                t.cloud_password = r.get("cpw1")
                message = "雲端服務密碼已重新設定！"
        s["ctok"] = secrets.token_hex(8)
        return self._page("重置雲端服務密碼", f"""{red(message)}<form method="post" action="cloud.php"><input type="hidden" name="tok" value="{s['ctok']}" />
<tr><td align="right">新的雲端服務密碼</td><td><input type="password" name="cpw1" /></td></tr><tr><td align="right">再次輸入密碼</td><td><input type="password" name="cpw2" /></td></tr>
<tr><td></td><td><input type="submit" value="確定重置" /> <a href="exit.php">離開</a></td></tr></form>""")
    def mail(self, r: Request) -> Response:
        sid, s, ck = self._open(r, "m")
        t, error = self.truth, ""
        if r.path == "/captcha.php":
            return self._captcha(s, "JPEG", "abcdefghkmnprstuvwxy2345678", 5)
        if r.path == "/logout.php" and "user" in s:
            t.sessions.discard("mail:" + sid)
            t.counts["sign_out_mail"] += 1
            self.php.pop(sid, None)
            return redirect("index.php")
        if r.path == "/inbox.php" and "user" in s:
            return self._page("收件匣", f"""<tr><td width="180" valign="top">{e(s['user'])}@ntuh.gov.tw<br /><a href="inbox.php">收件匣</a> (1)<br /><a href="#">寄件備份</a><br /><a href="logout.php">登出</a></td>
<td><table width="100%" border="1"><tr><th>寄件者</th><th>主旨</th></tr><tr><td>資訊室</td><td>歡迎使用本院電子郵件</td></tr></table></td></tr>""")
        if r.path == "/index.php" and r.method == "POST":
            self.takes(r, acct="mail_account", passwd="mail_password", vcode="captcha")
            good = self._captcha_ok(s, r.get("vcode"))
            if r.get("tok") != s.pop("tok", None):
                error = "網頁已過期，請重新輸入！"
            elif not good:
                error = "驗證碼錯誤，請依新圖重新輸入！"
            elif not t.alias or r.get("acct").strip().lower() != t.alias.lower() or r.get("passwd") != t.cloud_password:
                error = "帳號或密碼有誤！"
            else:
                s["user"] = t.alias
                t.sessions.add("mail:" + sid)
                t.counts["mail_sign_in"] += 1
                return redirect("inbox.php", *ck)
        elif r.path != "/index.php":
            return redirect("/index.php", *ck)
        s["tok"] = secrets.token_hex(8)
        return self._page("電子郵件系統", f"""<tr><td align="center"><form method="post" action="index.php"><input type="hidden" name="tok" value="{s['tok']}" /><table cellpadding="4">{red(error)}
<tr><td align="right">帳號:</td><td><input type="text" name="acct" />@ntuh.gov.tw</td></tr><tr><td align="right">密碼:</td><td><input type="password" name="passwd" /></td></tr>
<tr><td align="right">驗證碼(小寫字母或數字):</td><td><input type="text" name="vcode" size="8" maxlength="5" /> <img id="capimg" src="captcha.php" align="absmiddle" alt="" /> <a href="index.php" onclick="return reloadImg();">重新產生</a></td></tr>
<tr><td></td><td><input type="checkbox" name="keep" value="1" />記住登入資訊 (公用電腦請勿勾選)</td></tr><tr><td></td><td><input type="submit" value="登入信箱" /></td></tr></table></form></td>
<td valign="top"><b>公佈欄</b><br />體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<br />※如無法登入，請先至下方網址變更密碼，謝謝：<br /><a href="{self.urls['account']}/">https://help.ntuh.gov.tw/</a></td></tr>""", ck)

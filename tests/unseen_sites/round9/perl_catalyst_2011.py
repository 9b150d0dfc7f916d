"""Catalyst with Template Toolkit and HTML::FormFu, kept alive since 2011; the webmail is an old CGI."""

from __future__ import annotations

import random
import re
import secrets
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402


def html(text: str) -> str:
    """[% text | html %]"""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


class Stash(dict):
    pass


class TheSite(Site):
    title = "perl_catalyst_2011"

    def __init__(self) -> None:
        super().__init__()
        self.sessions: dict[str, Stash] = {}
        self.status: dict[str, tuple[str, str]] = {}
        self.tickets: dict[str, bool] = {}
        self.cgi: dict[str, float] = {}
        self.capid = ""

    # ---------------------------------------------------------------- Catalyst::Plugin::*
    def session(self, c: Request) -> tuple[Stash, list]:
        name = f"{ {'portal': 'portal', 'inner': 'hr', 'account': 'idm'}[c.host] }_session"
        sid = c.cookies.get(name, "")
        if sid in self.sessions and self.sessions[sid]["app"] == c.host:
            return self.sessions[sid], []
        sid = secrets.token_hex(20)
        self.sessions[sid] = Stash(app=c.host)
        return self.sessions[sid], [("Set-Cookie", f"{name}={sid}; path=/; HttpOnly")]

    def mid(self, kind: str, text: str) -> str:
        number = str(random.randint(10_000_000, 99_999_999))
        self.status[number] = (kind, text)
        return f"mid={number}"

    def token(self, s: Stash) -> str:
        if "_token" not in s:
            s["_token"] = secrets.token_hex(20)
        return f'<input type="hidden" name="_token" value="{s["_token"]}" />'

    def spent(self, c: Request, s: Stash) -> bool:
        return s.pop("_token", None) != c.get("_token") or not c.get("_token")

    def wrapper(self, c: Request, head: str, body: str, cookie: list, menu: str = "", status: int = 200) -> Response:
        kind, text = self.status.pop(c.query.get("mid", ""), ("", ""))
        note = f'<p class="{kind}_msg"><span class="{"message" if kind == "status" else "error"}">{html(text)}</span></p>' if text else ""
        return Response(f"""<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="zh-TW" lang="zh-TW">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>{head}</title>
<style type="text/css">
body {{ font: 13px Verdana, "新細明體", sans-serif; background: #fffef5 }} #wrapper {{ width: 780px; margin: 0 auto; border: 1px solid #996 }}
#header {{ background: #663; color: #ffc; padding: 8px }} #content {{ padding: 12px }} .error, .error_message {{ color: #c00 }} .message {{ color: #060; background: #dfd; padding: 3px }}
.sf-menu ul {{ margin: 0 0 0 16px; padding: 0 }} td.lbl {{ text-align: right; background: #eec }} fieldset {{ border: 1px solid #cc9 }} .comment {{ color: #777; font-size: 11px }}
</style>
</head>
<body>
<div id="wrapper">
<div id="header"><b>國立臺灣大學醫學院附設醫院</b> {head}</div>
<!-- BEGIN content -->
<div id="content">{menu}
{note}
{body}
</div>
<!-- END content -->
<div id="footer" align="center"><small>Powered by Perl / Catalyst. 最佳瀏覽解析度 1024x768</small></div>
</div>
</body>
</html>
""", status, kind="text/html; charset=utf-8", headers=[("X-Catalyst", "5.80032"), *cookie])

    def send(self, to: str, cookie: list) -> Response:
        return redirect(to, *cookie)

    @staticmethod
    def row(label: str, control: str, error: str = "", comment: str = "") -> str:
        note = f'<span class="error_message error_callback">{html(error)}</span><br />' if error else ""
        return f'<tr class="{"error" if error else "text"}"><td class="lbl"><label>{label}</label></td><td>{note}{control}' + (f' <span class="comment">{comment}</span>' if comment else "") + "</td></tr>\n"

    def fit(self, word: str) -> bool:
        return bool(re.search("[A-Za-z]", word) and re.search("[0-9]", word) and len(word) >= 8)

    # ---------------------------------------------------------------- Portal::Controller::*
    def portal(self, c: Request) -> Response:
        s, ck = self.session(c)
        args = [a for a in c.path.split("/") if a]
        act = "/".join(args) or "index"
        if act == "captcha":
            s["captcha_string"] = self.truth.new_captcha()
            return Response(picture(s["captcha_string"]), kind="image/gif", headers=[("Pragma", "no-cache"), *ck])
        if act == "login":
            return self.login(c, s, ck)
        user = s.get("__user")
        if user not in self.tickets:
            return self.send("/login", ck)
        if act == "logout":
            del self.tickets[user], s["__user"]
            self.truth.sessions.discard("portal:" + user)
            self.truth.counts["sign_out_portal"] += 1
            return self.send("/login?" + self.mid("status", "您已登出系統"), ck)
        if act == "notice":
            if c.method == "POST":
                self.takes(c)
                if not self.spent(c, s):
                    self.tickets[user] = True
                    return self.send("/menu", ck)
            return self.wrapper(c, "系統公告", f"""<h3>系統公告</h3><ol><li>請勿將帳號密碼借予他人使用。</li><li>每週三 23:00 至 24:00 進行系統維護。</li></ol>
<form action="/notice" method="post">{self.token(s)}<input type="hidden" name="_submitted_notice" value="1" /><input type="submit" name="ok" value="我知道了，進入系統" /></form>""", ck)
        if not self.tickets[user]:
            return self.send("/notice", ck)
        if act == "jump/contact":
            return self.send(f"{self.urls['inner']}/hr/contact/{self.truth.person.employee_id}/edit?SESSION={user}", ck)
        if act == "user/password":
            return self.passwd(c, s, ck)
        if act not in ("menu", "index"):
            return self.wrapper(c, "Page not found", "<p>Page not found</p>", ck, status=404)
        return self.wrapper(c, "功能選單", f"""
<p>您好! {self.truth.person.name} | <a href="/logout">登出系統</a></p>
<ul class="sf-menu">
<li><a href="#">醫療系統</a><ul><li><a href="#">門診系統</a></li><li><a href="#">住院系統</a></li></ul></li>
<li><a href="#">數位學習</a></li>
<li><a href="#">個人管理</a>
 <ul>
 <li><a href="/user/password">更改密碼</a></li>
 <li><a href="#">薪資所得免稅額申報表</a></li>
 <li><a href="/jump/contact">維護個人連絡資料</a></li>
 <li><a href="#">個人追蹤名單</a></li>
 </ul></li>
</ul>
<table border="1" cellspacing="0" summary="bulletin"><tr><th>日期</th><th>全院公告</th></tr><tr><td>2011/10/21</td><td>流感疫苗接種開始登記</td></tr></table>""", ck)

    def login(self, c: Request, s: Stash, ck: list) -> Response:
        t = self.truth
        errors: dict[str, str] = {}
        if c.method == "POST":
            self.takes(c, branch="campus", username="employee_id", password="portal_password", validate="captcha")
            drawn = s.pop("captcha_string", "")
            fresh = bool(drawn) and drawn == t.captcha
            t.captcha = ""
            if self.spent(c, s) or c.get("_submitted_login") != "1":
                errors["username"] = "表單已過期，請再填一次"
            elif not fresh or c.get("validate").strip().upper() != drawn:
                errors["validate"] = "驗證碼不對"
            elif c.get("branch") != "T0" or c.get("username") != t.person.employee_id or c.get("password") != t.portal_password:
                errors["username"] = "認證失敗 (帳號不存在或密碼不對)"
            else:
                user = secrets.token_hex(16)
                self.tickets[user] = False
                s["__user"] = user
                t.sessions.add("portal:" + user)
                t.counts["sign_in"] += 1
                return self.send("/notice", ck)
            t.counts["sign_in_refused"] += 1
        shown = """<input name="validate" type="text" size="8" /> <img src="/captcha" name="cap" alt="" /> <a href="javascript:void(0)" onclick="document.images['cap'].src='/captcha?'+Math.random();return false">看不清楚</a>"""
        return self.wrapper(c, "PORTAL 登入", f"""
<form action="/login" method="post" id="loginform" name="loginform">
<input type="hidden" name="_submitted_login" value="1" />{self.token(s)}
<fieldset><legend>登入本院PORTAL系統</legend>
<table>
{self.row("院　區", '<select name="branch"><optgroup label="本院"><option value="T0" selected="selected">總院區</option></optgroup><optgroup label="分院"><option value="T2">北護</option><option value="T3">金山</option><option value="T4">新竹</option><option value="Y0">雲林</option></optgroup></select>')}{self.row("帳　號", f'<input name="username" type="text" size="12" value="{html(c.get("username"))}" />', errors.get("username", ""))}{self.row("密　碼", '<input name="password" type="password" size="12" />')}{self.row("驗證碼", shown, errors.get("validate", ""), "(不用區分大小寫)")}
<tr><td></td><td><input name="submit" type="submit" value="確　認" /> <input type="reset" value="清除" /></td></tr>
</table></fieldset></form>""", ck)

    def passwd(self, c: Request, s: Stash, ck: list) -> Response:
        t = self.truth
        e: dict[str, str] = {}
        if c.method == "POST":
            self.takes(c, old_pw="old_password", new_pw="new_password", re_pw="new_password_again")
            new = c.get("new_pw")
            if self.spent(c, s):
                e["old_pw"] = "表單已過期，請再填一次"
            elif c.get("old_pw") != t.portal_password:
                e["old_pw"] = "舊密碼不對"
            elif not self.fit(new):
                e["new_pw"] = "不符合密碼設定條件"
            elif new == t.portal_password:
                e["new_pw"] = "新舊密碼相同"
            elif new != c.get("re_pw"):
                e["re_pw"] = "跟上一欄不同"
            else:
                t.portal_password = new
                t.counts["password_changed"] += 1
                return self.send("/menu?" + self.mid("status", "密碼更動完畢，下次登入生效。"), ck)
            t.counts["password_refused"] += 1
        return self.wrapper(c, "更改密碼", f"""
<form action="/user/password" method="post"><input type="hidden" name="_submitted_pw" value="1" />{self.token(s)}
<fieldset><legend>更改密碼</legend><table>
{self.row("請輸入舊密碼：", '<input name="old_pw" type="password" />', e.get("old_pw", ""))}{self.row("請輸入新密碼：", '<input name="new_pw" type="password" />', e.get("new_pw", ""))}{self.row("請再輸入新密碼：", '<input name="re_pw" type="password" />', e.get("re_pw", ""))}
<tr><td></td><td><input type="submit" name="submit" value="送　出" /></td></tr></table>
<p class="comment">密碼設定條件：<br />1.密碼長度不可少於8個字元<br />2.密碼內容需包含英文及數字</p></fieldset></form>
<p><a href="/menu">回功能選單</a> | <a href="/logout">登出系統</a></p>""", ck)

    # ---------------------------------------------------------------- HR::Controller::Contact
    def inner(self, c: Request) -> Response:
        s, ck = self.session(c)
        user = c.query.get("SESSION", "")
        found = re.fullmatch(r"/hr/contact/(\d+)/edit", c.path)
        t, p = self.truth, self.truth.person
        if not self.tickets.get(user) or not found or found.group(1) != p.employee_id:
            return self.wrapper(c, "Access denied", f'<p class="error">沒有權限，請由 <a href="{self.urls["portal"]}/">PORTAL</a> 進入。</p>', ck, status=403)
        cols = [("english_surname", "person.last_name", "英文姓：", "ex:Chen(陳)"), ("english_given", "person.first_name", "英文首名：", "ex: Yi-Fen(怡芬)"), ("english_middle", "person.middle_name", "英文中名：", "ex:Mary 為英文別名，如無，可不填"),
                ("office_phone", "phone.office", "辦公室電話：", "ex:61234或23123456"), ("home_phone", "phone.home", "住宅電話：", "ex:0223123456"), ("mobile_phone", "phone.cell", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")]
        now = {k: t.saved_contact.get(k, getattr(p, k)) for k, *_ in cols}
        e: dict[str, str] = {}
        here = f"{c.path}?SESSION={user}"
        if c.method == "POST":
            self.takes(c, **{"phone.cell": "mobile_phone"})
            now = {k: c.get(n).strip() for k, n, *_ in cols}
            if self.spent(c, s) or not all(c.has(n) for _, n, *_ in cols):
                e["english_surname"] = "表單已過期，請再填一次"
            for k, n, *_ in cols:
                if len(now[k]) > 32:
                    e[k] = "太長了"
            if not now["english_surname"]:
                e["english_surname"] = "此欄必填"
            if not now["english_given"]:
                e["english_given"] = "此欄必填"
            if not re.fullmatch(r"09\d{8}", now["mobile_phone"]):
                e["mobile_phone"] = "行動電話格式不對"
            if not e:
                t.saved_contact.update(now)
                t.counts["contact_saved"] += 1
                return self.send(here + "&" + self.mid("status", "資料更新完畢。"), ck)
        rows = "".join(self.row(label, f'<input name="{n}" type="text" value="{html(now[k])}" />', e.get(k, ""), hint) for k, n, label, hint in cols)
        return self.wrapper(c, "人事資料", f"""
<h3>台大醫院---維護個人連絡資料</h3>
<form action="{here}" method="post" enctype="multipart/form-data" accept-charset="utf-8">
<div align="right"><input type="submit" name="submit" value="異動儲存" /></div>
<input type="hidden" name="_submitted_contact" value="1" />{self.token(s)}
<table width="100%">
<tr><td class="lbl">員工編號：</td><td>{p.employee_id}　姓名：{p.name}</td></tr>
{rows}{self.row("識別證照片：", '<input name="photo" type="file" />', "", "可不上傳")}
</table></form>
<p><a href="{self.urls["portal"]}/menu">回功能選單</a></p>""", ck)

    # ---------------------------------------------------------------- IDM::Controller::*
    WHAT = {"enable": "啟用網路帳號及首次雲端帳號密碼設定", "renew": "重置雲端服務密碼"}

    def account(self, c: Request) -> Response:
        s, ck = self.session(c)
        args = [a for a in c.path.split("/") if a]
        if args[:1] == ["finish"]:
            self.finish(s)
            return self.send("/", ck)
        if len(args) == 2 and args[0] in self.WHAT and args[1] in ("identity", "phone", "sms", "code", "form"):
            return getattr(self, "a_" + args[1])(c, s, ck, args[0])
        return self.wrapper(c, "帳號服務", f"""
<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<h4>《規範》</h4><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p>
<ul><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul>
<h4>《常見問題與服務》</h4><p>Q. 忘記密碼？<br />A. 請以下方連結取得簡訊後進行密碼設定。</p>
<hr />
<table cellpadding="6"><tr><td bgcolor="#eeeecc"><a href="/enable/identity">{self.WHAT["enable"]}</a></td><td>啟用本院微軟相關服務，如：Office365, Outlook...</td></tr>
<tr><td bgcolor="#eeeecc"><a href="/renew/identity">{self.WHAT["renew"]}</a></td><td>重設非Portal帳號的密碼...從未使用請先【啟用網路帳號】</td></tr>
<tr><td bgcolor="#eeeecc"><a href="#">總院廠商VPN展延申請</a></td><td></td></tr></table>""", ck)

    def finish(self, s: Stash) -> None:
        if "proof" in s:
            self.truth.sessions.discard("account:" + s.pop("proof")[1])
            self.truth.counts["sign_out_account"] += 1

    def a_identity(self, c: Request, s: Stash, ck: list, what: str, error: str = "") -> Response:
        note = f'<p class="error_msg"><span class="error">{error}</span></p>' if error else ""
        key = self.token(s)
        return self.wrapper(c, self.WHAT[what], f"""
<h3>{self.WHAT[what]}</h3>{note}
<ul class="comment"><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul>
<table border="1" cellspacing="0" cellpadding="4">
<tr><form action="/{what}/phone" method="post" name="f1"><td class="lbl">網路帳號 / 主職員工編號</td><td>{key}<input name="uid" type="text" value="{html(s.get("uid", ""))}" /></td><td><input type="submit" name="sms" value="發送簡訊動態碼" /></td></form></tr>
<tr><form action="/{what}/code" method="post" name="f2"><td class="lbl">簡訊(或MOTP)動態碼</td><td>{key}<input name="otp" type="text" size="10" /></td><td align="center"><input type="submit" name="next" value="下一步" /></td></form></tr>
</table>
<p><a href="/">回首頁</a></p>""", ck)

    def a_phone(self, c: Request, s: Stash, ck: list, what: str, error: str = "") -> Response:
        if not error:
            self.takes(c, uid="employee_id")
            if c.method != "POST":
                return self.send(f"/{what}/identity", ck)
            if self.spent(c, s):
                return self.a_identity(c, s, ck, what, "表單已過期，請再填一次")
            s["uid"] = c.get("uid").strip()
            if not re.fullmatch(r"\d{6}", s["uid"]):
                return self.a_identity(c, s, ck, what, "員工編號應為 6 位數字")
        return self.wrapper(c, "發送簡訊動態碼", f"""
<form action="/{what}/sms" method="post">{self.token(s)}<fieldset><legend>發送簡訊動態碼</legend><table>
{self.row("網路帳號", html(s["uid"]))}{self.row("請輸入帳號登記的<br />手機門號(10碼)", '<input name="cell" type="text" maxlength="10" />', error)}
<tr><td></td><td><input type="submit" name="send" value="確定發送" /> <input type="button" value="取消" onclick="location.href='/{what}/identity'" /></td></tr></table></fieldset></form>""", ck)

    def a_sms(self, c: Request, s: Stash, ck: list, what: str) -> Response:
        self.takes(c, cell="registered_phone")
        if c.method != "POST" or not s.get("uid") or self.spent(c, s):
            return self.send(f"/{what}/identity?" + self.mid("error", "請重新操作"), ck)
        t = self.truth
        if s["uid"] != t.person.employee_id or c.get("cell").strip() != (t.saved_contact.get("mobile_phone") or t.person.mobile_phone):
            return self.a_phone(c, s, ck, what, "門號與登記的不同，未發送")
        s["otp"] = (t.new_message(), time.time(), what)
        return self.wrapper(c, "動態碼簡訊發送成功", f"""<h3>動態碼簡訊發送成功</h3><p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p>
<form action="/{what}/identity" method="get"><input type="submit" value="確定" /></form>""", ck)

    def a_code(self, c: Request, s: Stash, ck: list, what: str) -> Response:
        self.takes(c, otp="code")
        if c.method != "POST":
            return self.send(f"/{what}/identity", ck)
        t = self.truth
        code, born, aim = s.get("otp", ("", 0.0, ""))
        if self.spent(c, s):
            error = "表單已過期，請再填一次"
        elif not code or aim != what:
            error = "尚未發送簡訊動態碼"
        elif time.time() - born > 120:
            error = "動態碼已過期 (2分鐘)，請重新發送"
        elif c.get("otp").strip() != code:
            error = "動態碼不對"
        else:
            s.pop("otp")
            t.sessions.discard("account:" + s.get("proof", ("", ""))[1])
            s["proof"] = (what, secrets.token_hex(8))
            t.sessions.add("account:" + s["proof"][1])
            t.counts["code_accepted"] += 1
            return self.send(f"/{what}/form", ck)
        t.counts["code_refused"] += 1
        return self.a_identity(c, s, ck, what, error)

    def a_form(self, c: Request, s: Stash, ck: list, what: str) -> Response:
        if s.get("proof", ("",))[0] != what:
            return self.send(f"/{what}/identity", ck)
        t, p = self.truth, self.truth.person
        bye = '<p><a href="/finish">結束並離開</a></p>'
        e: dict[str, str] = {}
        if what == "renew":
            if not t.alias:
                return self.wrapper(c, self.WHAT[what], f'<p class="error">此帳號尚未啟用雲端服務。</p>{bye}', ck)
            if c.method == "POST":
                self.takes(c, pw1="cloud_password", pw2="cloud_password_again")
                if self.spent(c, s):
                    e["pw1"] = "表單已過期，請再填一次"
                elif not self.fit(c.get("pw1")):
                    e["pw1"] = "至少 8 個字元，且需包含英文及數字"
                elif c.get("pw1") != c.get("pw2"):
                    e["pw2"] = "跟上一欄不同"
                else:
                    t.cloud_password = c.get("pw1")
                    t.counts["cloud_password_reset"] += 1
                    return self.wrapper(c, self.WHAT[what], f'<p class="status_msg"><span class="message">雲端服務密碼已更換，即時生效。</span></p>{bye}', ck)
            return self.wrapper(c, self.WHAT[what], f"""<form action="/renew/form" method="post">{self.token(s)}<fieldset><legend>{self.WHAT[what]}</legend><table>
{self.row("新的雲端服務密碼：", '<input name="pw1" type="password" />', e.get("pw1", ""))}{self.row("再輸入一次：", '<input name="pw2" type="password" />', e.get("pw2", ""))}
<tr><td></td><td><input type="submit" name="submit" value="更換密碼" /></td></tr></table></fieldset></form>{bye}""", ck)
        if c.method == "POST":
            self.takes(c, local_part="alias")
            alias = c.get("local_part").strip()
            if self.spent(c, s):
                e["alias"] = "表單已過期，請再填一次"
            elif t.alias:
                e["alias"] = "不能再次啟用"
            elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9_.-]{1,63}", alias):
                e["alias"] = "名稱不合規定 (英文字母開頭，可用英數字 . _ -，至多 64 字)"
            elif alias.lower() == "taken.name":
                e["alias"] = "這個名稱有人用了"
            else:
                t.alias, t.cloud_password = alias, p.national_id
                t.counts["activated"] += 1
                return self.wrapper(c, "設定完畢", f"""<h3>設定完畢</h3><p>{html(alias)}@ntuh.gov.tw 已登錄，隔日生效。</p>
<p>初始密碼為您的身分證號（英文字母大寫），請儘快至首頁「{self.WHAT["renew"]}」更換。</p>{bye}""", ck)
        if t.alias:
            error = f'<p class="error">{e["alias"]}</p>' if e else ""
            return self.wrapper(c, "設定密碼與郵件別名", f"{error}<p>本帳號之雲端服務已在使用中：<tt>{html(t.alias)}@ntuh.gov.tw</tt></p>{bye}", ck)
        return self.wrapper(c, "設定密碼與郵件別名", f"""<h3>設定密碼與郵件別名</h3>
<p>雲端服務帳號說明：<br />1. 雲端服務帳號為跨體系使用。<br />2. 服務於設定完成隔日生效。<br />3. 初始密碼為身分證號（英文字母大寫），啟用後請以「{self.WHAT["renew"]}」更換。</p>
<form action="/enable/form" method="post"><input type="hidden" name="_submitted_alias" value="1" />{self.token(s)}
<table border="1" cellspacing="0" cellpadding="4">
{self.row("網路帳號 / 主職員工編號", p.employee_id)}{self.row("帳號姓名", p.name)}{self.row("主職單位", p.unit)}{self.row("有效期限", p.valid_until)}
{self.row("雲端服務帳號<br />(電子郵件名稱)", f'<input name="local_part" type="text" maxlength="64" value="{html(c.get("local_part"))}" />@ntuh.gov.tw', e.get("alias", ""), "名稱長度限64字元內")}
</table>
<input type="button" value="取消啟用" onclick="location.href='/finish'" /> <input type="submit" name="submit" value="啟用雲端服務" /> 服務於設定完成隔日生效</form>""", ck)

    # ---------------------------------------------------------------- openwebmail-ish CGI
    def cgi_page(self, body: str, head: str = "") -> Response:
        return Response(f"""<HTML><HEAD><TITLE>NTUH WebMail</TITLE>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=utf-8">{head}</HEAD>
<BODY BGCOLOR="#FFFFFF" TEXT="#000000" LINK="#333399"><CENTER>
{body}
</CENTER></BODY></HTML>""")

    def mail(self, c: Request) -> Response:
        t, cgi = self.truth, "/cgi-bin/openwebmail/openwebmail.pl"
        if c.path.endswith("/capimg.pl"):
            self.capid = c.query.get("id", "")
            return Response(picture(t.new_captcha("abcdefghijkmnpqrstuvwxyz23456789", 4), "PNG"), kind="image/png")
        if c.path != cgi:
            return redirect(cgi)
        sid = c.query.get("sessionid", "")
        if sid in self.cgi:
            if c.query.get("action") == "logout":
                del self.cgi[sid]
                t.sessions.discard("mail:" + sid)
                t.counts["sign_out_mail"] += 1
                return self.cgi_page(f'<P>您已登出信箱<P><A HREF="{cgi}">重新登入</A>')
            return self.cgi_page(f"""<TABLE WIDTH=95% BORDER=0><TR BGCOLOR=#333399><TD><FONT COLOR=#FFFFFF>{html(t.alias)}@ntuh.gov.tw - 收件匣 INBOX</FONT><TD ALIGN=RIGHT><A HREF="{cgi}?action=logout&amp;sessionid={sid}"><IMG SRC="/images/logout.gif" BORDER=0 ALT="登出"></A>
<TR><TD COLSPAN=2><FORM METHOD=GET ACTION="{cgi}"><INPUT TYPE=HIDDEN NAME=sessionid VALUE="{sid}">搜尋 <INPUT NAME=keyword SIZE=10><INPUT TYPE=SUBMIT VALUE="找"></FORM>
<TR><TD>postmaster<TD>歡迎使用</TABLE>""")
        error = ""
        if c.method == "POST":
            self.takes(c, loginname="mail_account", password="mail_password", capcode="captcha")
            wanted = t.captcha if self.capid and c.get("capid") == self.capid else ""
            t.captcha, self.capid = "", ""
            if not wanted or c.get("capcode").strip() != wanted:
                error = "驗證碼不正確!"
            elif not t.alias or c.get("loginname").strip().lower() != t.alias.lower() or c.get("password") != t.cloud_password:
                error = "密碼不正確或使用者不存在!"
            else:
                sid = f"{t.alias}*session-{random.random():.12f}".replace("*", "-")
                self.cgi[sid] = time.time()
                t.sessions.add("mail:" + sid)
                t.counts["mail_sign_in"] += 1
                return self.cgi_page(f'登入中... <A HREF="{cgi}?action=listmessages&amp;sessionid={sid}">Loading</A>', f'\n<META HTTP-EQUIV="Refresh" CONTENT="0; URL={cgi}?action=listmessages&amp;sessionid={sid}">')
        num = secrets.token_hex(5)
        return self.cgi_page(f"""<FORM METHOD=POST ACTION="{cgi}" NAME=login>
<INPUT TYPE=HIDDEN NAME=action VALUE=login><INPUT TYPE=HIDDEN NAME=capid VALUE={num}>
<TABLE BORDER=0 CELLPADDING=3 BGCOLOR=#DDDDEE>
<TR><TD COLSPAN=2 ALIGN=CENTER><B>電子郵件系統</B><BR><FONT COLOR=RED>{error}</FONT>
<TR><TD ALIGN=RIGHT>帳號:<TD><INPUT TYPE=TEXT NAME=loginname SIZE=20 VALUE="{html(c.get("loginname"))}">@ntuh.gov.tw
<TR><TD ALIGN=RIGHT>密碼:<TD><INPUT TYPE=PASSWORD NAME=password SIZE=20>
<TR><TD ALIGN=RIGHT>驗證碼<BR>(小寫字母或數字):<TD><INPUT TYPE=TEXT NAME=capcode SIZE=6> <IMG SRC="/cgi-bin/openwebmail/capimg.pl?id={num}" ALIGN=ABSMIDDLE>
<TR><TD><TD><INPUT TYPE=CHECKBOX NAME=autologin VALUE=1>記住登入資訊 (公用電腦請勿勾選)
<TR><TD COLSPAN=2 ALIGN=CENTER><INPUT TYPE=SUBMIT NAME=loginbutton VALUE=" 登入 "> <INPUT TYPE=RESET VALUE=" 清除 ">
</TABLE></FORM>
<P><B>公佈欄</B><P>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<P>※如無法登入，請先至下方網址變更密碼，謝謝：<BR><A HREF="{self.urls["account"]}/">https://help.ntuh.gov.tw/</A>""")

"""Struts2 with Tiles; dojo attributes only decorate what the server has written."""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from truth import Request, Response, Site, picture, redirect

COOKIE = {"portal": "JSESSIONID", "inner": "HRSESSIONID", "account": "IDMSESSIONID", "mail": "WMSESSIONID"}


def tf(label: str, name: str, ident: str, value: str = "", kind: str = "text", hint: str = "", must: bool = True, size: int = 20) -> str:
    """<s:textfield> in the xhtml theme."""
    star = '<span class="required">*</span>' if must else ""
    return f"""<tr>
    <td class="tdLabel"><label for="{ident}" class="label">{label}{star}:</label></td>
    <td
><input type="{kind}" name="{name}" size="{size}" value="{escape(value)}" id="{ident}" dojoType="dijit.form.ValidationTextBox" trim="true"/> {hint}</td>
</tr>
"""


class TheSite(Site):
    title = "struts2_tiles_dojo_look"

    def __init__(self) -> None:
        super().__init__()
        self.http: dict[str, dict] = {}

    # --------------------------------------------------------------- container
    def _ses(self, r: Request) -> dict:
        sid = r.cookies.get(COOKIE[r.host], "")
        got = re.search(r";jsessionid=([0-9A-F]+)", r.path)
        for key in (sid, got[1] if got else ""):
            s = self.http.get(r.host + key)
            if s:
                return s
        sid = secrets.token_hex(16).upper()
        s = self.http[r.host + sid] = {"id": sid, "fresh": True, "tokens": set(), "user": False}
        return s

    def _send(self, r: Request, s: dict, answer: Response) -> Response:
        if s.pop("fresh", False):
            answer.headers.append(("Set-Cookie", f"{COOKIE[r.host]}={s['id']}; Path=/; HttpOnly"))
        return answer

    def _token(self, s: dict) -> str:
        tok = secrets.token_hex(16).upper()
        s["tokens"].add(tok)
        return f'<input type="hidden" name="struts.token.name" value="token" />\n<input type="hidden" name="token" value="{tok}" />'

    def _valid(self, r: Request, s: dict) -> bool:
        tok = r.get("token")
        if r.get("struts.token.name") != "token" or tok not in s["tokens"]:
            return False
        s["tokens"].discard(tok)
        return True

    def _tiles(self, title: str, body: str, menu: str = "", top: str = "") -> Response:
        return Response(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head><title>{title} - NTUH</title>
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
<script type="text/javascript">var djConfig = {{isDebug:false, parseOnLoad:true}};</script>
<style type="text/css">.soria td.tdLabel{{text-align:right;background:#eef}} .errorMessage{{color:red}} .actionMessage{{color:#070}} .required{{color:red}} .dijitDialog{{border:1px solid #79a;background:#fff;padding:8px;width:360px}}</style>
</head>
<body class="soria">
<!-- tiles: header -->
<div id="header"><h1>台大醫院 National Taiwan University Hospital</h1>{top}</div>
<table width="100%" id="layout"><tr valign="top">
<!-- tiles: menu --><td id="menu" width="200">{menu}</td>
<!-- tiles: body --><td id="body"><h2>{title}</h2>
{body}
</td></tr></table>
<!-- tiles: footer --><div id="footer">Copyright © 資訊室　分機 261120</div>
</body></html>""")

    def _err(self, *texts: str) -> str:
        texts = tuple(t for t in texts if t)
        return '<ul class="errorMessage">' + "".join(f"<li><span>{t}</span></li>" for t in texts) + "</ul>" if texts else ""

    def _msg(self, text: str) -> str:
        return f'<ul class="actionMessage">\n            <li><span>{text}</span></li>\n\t</ul>'

    def _twice(self) -> Response:
        return self._tiles("無效的要求", self._err("The form has already been processed or no token was supplied, please try again. (表單已送出或已失效)"))

    # --------------------------------------------------------------- portal
    def portal(self, r: Request) -> Response:
        s = self._ses(r)
        return self._send(r, s, self._portal(r, s, re.sub(r";.*", "", r.path)))

    def _portal(self, r: Request, s: dict, p: str) -> Response:
        if p in ("/", "/portal", "/portal/"):
            return redirect("/portal/login!input.action")
        if p == "/portal/kaptcha.jpg":
            return Response(picture(self.truth.new_captcha(), "JPEG"), kind="image/jpeg", headers=[("Cache-Control", "no-store")])
        if p == "/portal/login!input.action" or (p == "/portal/login.action" and r.method != "POST"):
            return self._login_page(s, "")
        if p == "/portal/login.action":
            return self._login(r, s)
        if not s["user"] or f"portal:{s['id']}" not in self.truth.sessions:
            return redirect("/portal/login!input.action")
        if p == "/portal/bulletin.action":
            return self._tiles("最新消息公告", """<div class="notice"><p>1. 為維護資訊安全，請勿將帳號借予他人使用。</p><p>2. 本系統每週三 02:00-04:00 進行例行維護。</p></div>
<a href="/portal/index.action" dojoType="dijit.form.Button">我已閱讀，進入系統</a>""")
        if p == "/portal/index.action":
            return self._index()
        if p == "/portal/openApp.action":
            where = {"HR0101": "changePassword!input.action", "HR0106": "contact!edit.action"}.get(r.query.get("fn", ""))
            if not where:
                return self._tiles("功能未授權", self._err("您沒有此功能之權限，請洽單位主管") + '<a href="/portal/index.action">回上頁</a>')
            return redirect(f"{self.urls['inner']}/hr/{where}?SESSION={s['id']}")
        if p == "/portal/logout.action":
            self.truth.sessions.discard(f"portal:{s['id']}")
            self.truth.counts["sign_out_portal"] += 1
            self.http.pop("portal" + s["id"], None)
            return self._tiles("登出", self._msg("您已登出系統") + '<a href="/portal/login!input.action">重新登入</a>')
        return Response("<h1>HTTP Status 404 - There is no Action mapped</h1>", 404)

    def _login_page(self, s: dict, error: str, user: str = "") -> Response:
        return self._tiles("醫療資訊系統登入", f"""{error}
<form id="loginForm" name="loginForm" action="/portal/login.action;jsessionid={s['id']}" method="post">
{self._token(s)}
<table class="wwFormTable">
<tr><td class="tdLabel"><label for="loginForm_campus" class="label">院區:</label></td><td><select name="credential.campus" id="loginForm_campus" dojoType="dijit.form.FilteringSelect">
<option value="">-- 請選擇 --</option>
<option value="T0" selected="selected">總院區</option><option value="T2">北護分院</option><option value="T4">新竹分院</option><option value="Y0">雲林分院</option></select></td></tr>
{tf("帳號", "credential.userId", "loginForm_userId", user)}{tf("密碼", "credential.passwd", "loginForm_passwd", "", "password")}
{tf("驗證碼", "kaptcha", "loginForm_kaptcha", "", "text", "(不用區分大小寫)")}
<tr><td></td><td><img src="/portal/kaptcha.jpg?{secrets.randbelow(10**6)}" alt="驗證碼圖片" id="kimg"/> <a href="/portal/login!input.action">看不清楚，換一張</a></td></tr>
<tr><td colspan="2"><div align="right"><input type="submit" id="loginForm_0" value="登入" dojoType="dijit.form.Button"/>
<input type="reset" value="清除"/></div></td></tr>
</table></form>""", "<ul><li>醫療相關選單</li><li>行政系統選單</li><li>門診系統</li></ul>", '<a href="#">院外網</a> <a href="#">數位學習</a> <a href="#">KM系統</a> <a href="#">表單下載</a> <a href="#">網路掛號</a>')

    def _login(self, r: Request, s: dict) -> Response:
        self.takes(r, **{"credential.campus": "campus", "credential.userId": "employee_id", "credential.passwd": "portal_password", "kaptcha": "captcha"})
        t = self.truth
        want, t.captcha = t.captcha, ""
        if not self._valid(r, s):
            return self._twice()
        user = r.get("credential.userId").strip()
        if not r.get("credential.campus"):
            return self._login_page(s, self._err("請選擇院區"), user)
        if not want or r.get("kaptcha").strip().upper() != want:
            t.counts["sign_in_refused"] += 1
            return self._login_page(s, self._err("您輸入的驗證碼與圖片不一致"), user)
        if user != t.person.employee_id or r.get("credential.passwd") != t.portal_password or r.get("credential.campus") != "T0":
            t.counts["sign_in_refused"] += 1
            return self._login_page(s, self._err("查無此使用者或密碼不正確"), user)
        self.http.pop("portal" + s["id"])
        s["id"] = secrets.token_hex(16).upper()
        s["fresh"] = s["user"] = True
        self.http["portal" + s["id"]] = s
        t.sessions.add(f"portal:{s['id']}")
        t.counts["sign_in"] += 1
        return redirect("/portal/bulletin.action")

    def _index(self) -> Response:
        entries = ["更改密碼", "個人簽章提醒設定", "薪資所得免稅額申報表", "員工待遇福利查詢", "查詢員工連絡資料", "", "個人就醫紀錄查詢", "權限更改申請(總院)", "員工扣繳憑單查詢"]
        entries[5] = "維護個人連絡資料"
        rows = "".join(f'<div class="dijitTreeNode"><span class="dijitTreeLeaf">·</span><a href="/portal/openApp.action?fn=HR01{i + 1:02d}">{e}</a></div>' for i, e in enumerate(entries))
        return self._tiles("個人化首頁", """<table border="1"><caption>全院公告 2</caption><tr><th>日期</th><th>標題</th></tr><tr><td>2019/10/21</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr>
<tr><td>2018/12/13</td><td>總院Portal資訊系統登入首頁改成新的版本</td></tr></table>""",
            f'<div dojoType="dijit.layout.AccordionPane" title="個人管理"><h4>個人管理</h4>{rows}</div><h4>行政系統</h4><h4>資訊安全</h4>',
            f'<span>{self.truth.person.name} 您好!</span> <form action="/portal/search.action" style="display:inline"><input type="text" name="q" size="10"/><input type="submit" value="查詢"/></form> <a href="/portal/logout.action" id="lnkLogout">登出系統</a>')

    # --------------------------------------------------------------- inner
    def inner(self, r: Request) -> Response:
        s = self._ses(r)
        return self._send(r, s, self._inner(r, s, re.sub(r";.*", "", r.path)))

    def _inner(self, r: Request, s: dict, p: str) -> Response:
        if r.query.get("SESSION"):
            s["portal"] = r.query["SESSION"]
        up = self.urls["portal"]
        if f"portal:{s.get('portal')}" not in self.truth.sessions:
            return self._tiles("尚未登入", self._err("請由PORTAL登入") + f'<a href="{up}/">PORTAL</a>')
        nav = f'<p><a href="{up}/portal/index.action">回功能選單</a> | <a href="{up}/portal/logout.action">登出系統</a></p>'
        t = self.truth
        if p == "/hr/changePassword!input.action":
            return self._pwd_page(s, nav, "")
        if p == "/hr/changePassword.action" and r.method == "POST":
            self.takes(r, oldPasswd="old_password", newPasswd="new_password", newPasswd2="new_password_again")
            if not self._valid(r, s):
                return self._twice()
            old, new, again = r.get("oldPasswd"), r.get("newPasswd"), r.get("newPasswd2")
            wrong = []
            if old != t.portal_password:
                wrong.append("原密碼驗證未通過")
            if len(new) < 8 or not (re.search("[a-zA-Z]", new) and re.search("[0-9]", new)):
                wrong.append("新密碼強度不足：須8個字元以上並含英文及數字")
            if new != again:
                wrong.append("確認用的新密碼與新密碼不同")
            if wrong:
                t.counts["password_refused"] += 1
                return self._pwd_page(s, nav, self._err(*wrong))
            t.portal_password = new
            t.counts["password_changed"] += 1
            return self._tiles("更改密碼結果", self._msg("密碼變更作業成功") + nav)
        if p == "/hr/contact!edit.action":
            return self._contact_page(s, nav, self._msg(s.pop("flash")) if s.get("flash") else "")
        if p == "/hr/contact.action" and r.method == "POST":
            self.takes(r, **{"emp.mobile": "mobile_phone"})
            if not self._valid(r, s):
                return self._twice()
            names = {"emp.engLast": "english_surname", "emp.engFirst": "english_given", "emp.engMiddle": "english_middle", "emp.telOffice": "office_phone", "emp.telHome": "home_phone", "emp.mobile": "mobile_phone"}
            if not r.has("action:contact!save") or not all(r.has(k) for k in names) or r.get("emp.empNo") != t.person.employee_id:
                return self._contact_page(s, nav, self._err("參數不完整"))
            if not re.fullmatch(r"09\d{8}", r.get("emp.mobile")):
                return self._contact_page(s, nav, self._err("行動電話須為09開頭之10碼數字"))
            t.saved_contact = {v: r.get(k) for k, v in names.items()}
            t.counts["contact_saved"] += 1
            s["flash"] = "個人連絡資料已異動"
            return redirect("/hr/contact!edit.action")
        return Response("<h1>HTTP Status 404</h1>", 404)

    def _pwd_page(self, s: dict, nav: str, error: str) -> Response:
        return self._tiles("更改密碼", f"""{error}<form id="changePassword" action="/hr/changePassword.action" method="post">{self._token(s)}
<table class="wwFormTable">{tf("請輸入舊密碼", "oldPasswd", "changePassword_oldPasswd", "", "password")}{tf("請輸入新密碼", "newPasswd", "changePassword_newPasswd", "", "password")}{tf("請再輸入新密碼", "newPasswd2", "changePassword_newPasswd2", "", "password")}
<tr><td class="tdLabel">密碼強度檢核:</td><td><div dojoType="dijit.ProgressBar" style="width:120px"></div></td></tr>
<tr><td colspan="2"><div align="right"><input type="submit" value="確認送出"/></div></td></tr></table></form>
<p>密碼設定條件：</p><ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol>{nav}""")

    def _contact_page(self, s: dict, nav: str, note: str) -> Response:
        who = self.truth.person
        v = lambda k: self.truth.saved_contact.get(k, getattr(who, k))  # noqa: E731
        return self._tiles("台大醫院---維護個人連絡資料", f"""{note}<form id="contact" action="/hr/contact.action" method="post">{self._token(s)}
<input type="hidden" name="emp.empNo" value="{who.employee_id}" id="contact_emp_empNo"/>
<div><input type="submit" id="contact_save" name="action:contact!save" value="異動儲存" dojoType="dijit.form.Button"/></div>
<table class="wwFormTable"><tr><td class="tdLabel">員工編號:</td><td>{who.employee_id}　姓名: {who.name}</td></tr>
{tf("英文姓", "emp.engLast", "contact_engLast", v("english_surname"), hint="ex:Chen(陳)")}{tf("英文首名", "emp.engFirst", "contact_engFirst", v("english_given"), hint="ex: Yi-Fen(怡芬)")}
{tf("英文中名", "emp.engMiddle", "contact_engMiddle", v("english_middle"), hint="ex:Mary 為英文別名，如無，可不填", must=False)}{tf("辦公室電話", "emp.telOffice", "contact_telOffice", v("office_phone"), hint="ex:61234或23123456", must=False)}
{tf("住宅電話", "emp.telHome", "contact_telHome", v("home_phone"), hint="ex:0223123456", must=False)}{tf("行動電話", "emp.mobile", "contact_mobile", v("mobile_phone"), hint="ex:0952000000 (如離職或更換門號，請記得調整此欄位)")}
</table></form>{nav}""")

    # --------------------------------------------------------------- account
    def account(self, r: Request) -> Response:
        s = self._ses(r)
        return self._send(r, s, self._account(r, s, re.sub(r";.*", "", r.path)))

    def _account(self, r: Request, s: dict, p: str) -> Response:
        t = self.truth
        if p in ("/", "/idm/home.action"):
            return self._tiles("網路帳號管理", """<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<div dojoType="dijit.TitlePane" title="規範"><h3>《規範》</h3><ul><li>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</li><li>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置</li></ul></div>
<div dojoType="dijit.TitlePane" title="FAQ"><h3>《常見問題與服務》</h3><dl><dt>密碼修改後多久可以生效</dt><dd>即時生效。</dd><dt>忘記密碼</dt><dd>請親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</dd></dl></div>
<form action="/idm/enable!input.action" method="get" class="entry"><input type="submit" value="啟用網路帳號及首次雲端帳號密碼設定"/> 啟用本院微軟相關服務</form>
<form action="/idm/reset!input.action" method="get" class="entry"><input type="submit" value="重置雲端服務密碼"/> 重設非Portal帳號的密碼</form>
<form action="/idm/vpn!input.action" method="get" class="entry"><input type="submit" value="總院廠商VPN展延申請"/></form>""")
        m = re.fullmatch(r"/idm/(enable|reset)(!\w+)?\.action", p)
        if not m:
            if p == "/idm/leave.action":
                if f"account:{s['id']}" in t.sessions:
                    t.sessions.discard(f"account:{s['id']}")
                    t.counts["sign_out_account"] += 1
                self.http.pop("account" + s["id"], None)
                return redirect("/idm/home.action")
            return self._tiles("功能維護中", "<p>此功能請洽資訊服務台</p>")
        kind, method = m[1], m[2] or ""
        if method == "!input":
            return self._proof_page(s, kind)
        if method == "!setup" and s.get("proved") == kind:
            return self._setup_page(s, kind, "")
        if method == "!done" and s.get("done"):
            return self._tiles("作業完成", self._msg(s["done"]) + '<p><a href="/idm/leave.action">離開</a></p>')
        if r.method != "POST":
            return redirect("/idm/home.action")
        self.takes(r, **{"empNo": "employee_id", "motp": "code", "phone": "registered_phone", "cloud.alias": "alias", "cloud.passwd": "cloud_password", "cloud.passwd2": "cloud_password_again"})
        if not self._valid(r, s):
            return self._twice()
        emp = r.get("empNo").strip()
        if r.has("action:" + kind + "!askPhone"):
            if not re.fullmatch(r"\d{6}", emp):
                return self._proof_page(s, kind, self._err("員工編號須為6位數數字"), emp)
            return self._proof_page(s, kind, "", emp, dialog=True)
        if method == "!sendSms":
            if r.has("method:cancel"):
                return self._proof_page(s, kind, "", emp)
            real = t.saved_contact.get("mobile_phone") or t.person.mobile_phone
            if emp != t.person.employee_id or r.get("phone").strip() != real:
                return self._proof_page(s, kind, self._err("門號與登記資料不相符，未發送"), emp, dialog=True)
            s["otp"] = (t.new_message(), time.time(), kind)
            return self._proof_page(s, kind, self._msg("動態碼簡訊發送成功：成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"), emp)
        if method == "":
            otp = s.get("otp")
            bad = ""
            if not otp:
                bad = "尚未發送動態碼"
            elif time.time() - otp[1] > 120:
                bad = "動態碼已超過有效時間"
            elif emp != t.person.employee_id or r.get("motp").strip() != otp[0] or otp[2] != kind:
                bad = "動態碼比對錯誤"
            if bad:
                t.counts["code_refused"] += 1
                return self._proof_page(s, kind, self._err(bad), emp)
            s.pop("otp")
            s["proved"] = kind
            t.counts["code_accepted"] += 1
            t.sessions.add(f"account:{s['id']}")
            return redirect(f"/idm/{kind}!setup.action")
        if method == "!save" and s.get("proved") == kind:
            return self._save(r, s, kind)
        return redirect("/idm/home.action")

    def _proof_page(self, s: dict, kind: str, note: str = "", emp: str = "", dialog: bool = False) -> Response:
        title = "啟用網路帳號及首次雲端帳號密碼設定" if kind == "enable" else "重置雲端服務密碼"
        dlg = ""
        if dialog:
            dlg = f"""<div dojoType="dijit.Dialog" id="phoneDlg" class="dijitDialog" title="手機門號"><form id="phoneForm" action="/idm/{kind}!sendSms.action" method="post">{self._token(s)}
<input type="hidden" name="empNo" value="{escape(emp)}"/>
<p>請輸入帳號登記的手機門號(10碼)</p><input type="text" name="phone" maxlength="10" value=""/>
<br/><input type="submit" value="確定發送"/> <input type="submit" name="method:cancel" value="取消"/></form></div>"""
        return self._tiles(title, f"""<h4>注意事項</h4><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul>
{note}{dlg}<form id="{kind}" name="{kind}" action="/idm/{kind}.action" method="post">{self._token(s)}
<table class="wwFormTable">{tf("網路帳號 / 主職員工編號", "empNo", kind + "_empNo", emp, hint=f'<input type="submit" name="action:{kind}!askPhone" value="發送簡訊動態碼"/>')}
{tf("簡訊(或MOTP)動態碼", "motp", kind + "_motp")}<tr><td colspan="2"><div align="right"><input type="submit" id="{kind}_0" value="下一步"/></div></td></tr></table></form>""",
            '<a href="/idm/home.action">回首頁</a>')

    def _setup_page(self, s: dict, kind: str, note: str, alias: str = "") -> Response:
        t, who = self.truth, self.truth.person
        facts = "".join(f'<tr><td class="tdLabel">{a}:</td><td>{b}</td></tr>' for a, b in (("網路帳號 / 主職員工編號", who.employee_id), ("帳號姓名", who.name), ("主職單位", who.unit), ("有效期限", who.valid_until)))
        leave = '<a href="/idm/leave.action">登出</a>'
        if kind == "enable" and t.alias:
            return self._tiles("設定密碼與郵件別名", f'<table>{facts}<tr><td class="tdLabel">雲端服務帳號 (電子郵件名稱):</td><td>{t.alias}@ntuh.gov.tw</td></tr></table>' + self._msg("此網路帳號之雲端服務已啟用，郵件別名不可再修改"), leave)
        if kind == "reset" and not t.alias:
            return self._tiles("重置雲端服務密碼", self._err("尚未啟用雲端服務帳號，請先啟用"), leave)
        name = tf("雲端服務帳號 (電子郵件名稱)", "cloud.alias", "setup_alias", alias, hint="@ntuh.gov.tw 名稱長度限64字元內") if kind == "enable" else ""
        keys = ('<input type="submit" name="method:cancel" value="取消啟用"/> <input type="submit" name="method:save" value="啟用雲端服務"/> 服務於設定完成隔日生效' if kind == "enable"
                else '<input type="submit" name="method:save" value="確定重置"/>')
        return self._tiles("設定密碼與郵件別名" if kind == "enable" else "重置雲端服務密碼", f"""{note}<form id="setup" action="/idm/{kind}!save.action" method="post">{self._token(s)}
<table class="wwFormTable">{facts}{name}{tf("設定雲端服務密碼", "cloud.passwd", "setup_passwd", "", "password", "8碼以上，英文與數字混合，不可與Portal密碼相同")}{tf("再次輸入雲端服務密碼", "cloud.passwd2", "setup_passwd2", "", "password")}
<tr><td colspan="2" align="right">{keys}</td></tr></table></form>""", leave)

    def _save(self, r: Request, s: dict, kind: str) -> Response:
        t = self.truth
        if r.has("method:cancel"):
            return redirect("/idm/leave.action")
        alias, one, two = r.get("cloud.alias").strip(), r.get("cloud.passwd"), r.get("cloud.passwd2")
        bad = []
        if kind == "enable":
            if t.alias:
                return self._setup_page(s, kind, "")
            if not re.fullmatch(r"[A-Za-z][\w.-]{2,63}", alias, re.A):
                bad.append("電子郵件名稱只能使用英文、數字、句點、底線或連字號")
            elif alias.lower() == "taken.name":
                bad.append("這個電子郵件名稱已被註冊")
        if one != two:
            bad.append("兩欄密碼不相同")
        if len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search("[0-9]", one):
            bad.append("密碼不符合複雜度要求")
        elif one == t.portal_password:
            bad.append("不可與Portal密碼相同")
        if not r.has("method:save") or bad or (kind == "reset" and not t.alias):
            return self._setup_page(s, kind, self._err(*(bad or ["無效的操作"])), alias)
        t.cloud_password = one
        s["done"] = "新的雲端服務密碼已生效"
        if kind == "enable":
            t.alias = alias
            t.counts["activated"] += 1
            s["done"] = f"雲端服務帳號 {alias}@ntuh.gov.tw 開通作業已完成"
        return redirect(f"/idm/{kind}!done.action")

    # --------------------------------------------------------------- mail
    def mail(self, r: Request) -> Response:
        s = self._ses(r)
        return self._send(r, s, self._mail(r, s, re.sub(r";.*", "", r.path)))

    def _mail(self, r: Request, s: dict, p: str) -> Response:
        t, key = self.truth, f"mail:{s['id']}"
        if p == "/captcha.gif":
            return Response(picture(t.new_captcha("23456789abcdefghkmnpqrstwxyz", 4)), kind="image/gif")
        if p == "/mailbox.action" and key in t.sessions:
            return self._tiles("收件匣", '<table border="1"><tr><th>寄件人</th><th>主旨</th><th>日期</th></tr><tr><td colspan="3">目前沒有郵件</td></tr></table>', '<a href="/mailbox.action">收件匣</a><br/>寄件備份', f'{t.alias} <a href="/logout.action">登出</a>')
        if p == "/logout.action" and key in t.sessions:
            t.sessions.discard(key)
            t.counts["sign_out_mail"] += 1
            self.http.pop("mail" + s["id"], None)
            return redirect("/logon.action")
        if p != "/logon.action":
            return redirect("/logon.action")
        note = ""
        if r.method == "POST":
            self.takes(r, j_account="mail_account", j_passwd="mail_password", j_code="captcha")
            want, t.captcha = t.captcha, ""
            if not self._valid(r, s):
                return self._twice()
            if not want or r.get("j_code").strip() != want:
                note = self._err("圖形驗證碼錯誤")
            elif not t.alias or r.get("j_account").strip().lower() not in (t.alias.lower(), t.alias.lower() + "@ntuh.gov.tw") or r.get("j_passwd") != t.cloud_password:
                note = self._err("帳號或密碼不正確")
            else:
                t.sessions.add(key)
                t.counts["mail_sign_in"] += 1
                return redirect("/mailbox.action")
        return self._tiles("電子郵件登入", f"""{note}<form id="logon" action="/logon.action;jsessionid={s['id']}" method="post">{self._token(s)}<table class="wwFormTable">
{tf("帳號", "j_account", "logon_account", must=False)}{tf("密碼", "j_passwd", "logon_passwd", "", "password", must=False)}{tf("驗證碼(小寫字母或數字)", "j_code", "logon_code", hint=f'<img src="/captcha.gif?r={secrets.randbelow(99999)}" alt=""/>', must=False)}
<tr><td></td><td><input type="checkbox" name="remember" value="true" id="logon_remember"/><input type="hidden" id="__checkbox_logon_remember" name="__checkbox_remember" value="true"/><label for="logon_remember">記住登入資訊 (公用電腦請勿勾選)</label></td></tr>
<tr><td colspan="2" align="right"><input type="submit" value="登入信箱"/></td></tr></table></form><h4>公佈欄</h4><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p>""")

"""A vendor's mobile edition of 2014: jQuery Mobile 1.4 pages, list views, plain forms with data-ajax=false, servlets behind."""

from __future__ import annotations

import re
import secrets
import time
from html import escape as h

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

JQM = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1, maximum-scale=1, user-scalable=no">
<meta name="apple-mobile-web-app-capable" content="yes"><title>%s</title>
<link rel="stylesheet" href="/static/jquery.mobile-1.4.2.min.css"><script src="/static/jquery-1.10.2.min.js"></script>
<script>if(window.jQuery)$(document).on('mobileinit',function(){$.mobile.ajaxEnabled=false;});</script><script src="/static/jquery.mobile-1.4.2.min.js"></script>
</head><body>%s</body></html>"""


class TheSite(Site):
    title = "hospital_vendor_jquery_mobile_2014"

    def __init__(self) -> None:
        super().__init__()
        self.people: dict[str, dict] = {}
        self.proofs: dict[str, dict] = {}
        self.letters: dict[str, str] = {}

    # ---------------------------------------------------------------- widgets
    def doc(self, title: str, pages: str, *more: tuple[str, str]) -> Response:
        return Response(JQM % (title, pages), headers=[("Cache-Control", "no-cache, no-store"), *more])

    @staticmethod
    def pg(pid: str, head: str, content: str, left: str = "", right: str = "", role: str = "page") -> str:
        return (f'<div data-role="{role}" id="{pid}" data-theme="a"><div data-role="header" data-position="fixed" data-theme="b">{left}<h1>{head}</h1>{right}</div>\n'
                f'<div role="main" class="ui-content">{content}</div>\n<div data-role="footer" data-theme="b"><h4>行動醫院 v2.3.1 &copy; 2014</h4></div></div>\n')

    @staticmethod
    def popup(text: str) -> str:
        """The framework's popup, opened when the page comes."""
        if not text:
            return ""
        return (f'<div data-role="popup" id="popMsg" data-overlay-theme="b" data-dismissible="false" class="ui-content"><p class="msg">{h(text)}</p>'
                '<a href="#" data-role="button" data-rel="back" data-inline="true">關閉</a></div>'
                "<script>if(window.jQuery)$(document).on('pageshow',function(){$('#popMsg').popup('open');});</script>")

    @staticmethod
    def fc(name: str, label: str, value: str = "", kind: str = "text", more: str = "") -> str:
        return (f'<div data-role="fieldcontain" class="ui-field-contain"><label for="{name}_i">{label}</label>'
                f'<input type="{kind}" name="{name}" id="{name}_i" value="{h(value)}" data-clear-btn="true" {more}></div>\n')

    def ticket(self, s: dict, use: str) -> str:
        s["txn_" + use] = secrets.token_hex(8)
        return f'<input type="hidden" name="txn" value="{s["txn_" + use]}">'

    @staticmethod
    def torn(s: dict, use: str, r: Request) -> bool:
        """Whether the ticket of the form is the last one given out; it is used up."""
        return s.pop("txn_" + use, None) != r.get("txn", "-")

    @staticmethod
    def static(r: Request) -> Response | None:
        if r.path.startswith("/static/"):
            return Response("", kind="text/css" if r.path.endswith("css") else "application/javascript")
        return None

    # ---------------------------------------------------------------- portal
    def portal(self, r: Request) -> Response:
        t = self.truth
        if (file := self.static(r)):
            return file
        if r.path == "/m/vcode":
            return Response(picture(t.new_captcha(), "JPEG"), kind="image/jpeg")
        sid = r.cookies.get("MSID", "")
        s = self.people.setdefault(sid, {}) if sid else {}
        fresh: list = []
        if not sid:
            sid = "m" + secrets.token_hex(15)
            s = self.people[sid] = {}
            fresh = [("Set-Cookie", f"MSID={sid}; Path=/")]
        if r.path in ("/", "/m", "/m/"):
            return redirect("/m/login", *fresh)
        if r.path == "/m/login":
            return self.login(r, sid, s, fresh)
        if f"portal:{sid}" not in t.sessions:
            return redirect("/m/login", *fresh)
        if r.path == "/m/logout":
            t.sessions.discard(f"portal:{sid}")
            t.counts["sign_out_portal"] += 1
            del self.people[sid]
            return self.doc("再見", self.pg("bye", "已登出", '<p>您已安全登出。</p><a href="/m/login" data-role="button" data-ajax="false">重新登入</a>'), ("Set-Cookie", "MSID=; Path=/; Max-Age=0"))
        if r.path == "/m/home":
            return self.home(sid)
        if r.path == "/m/chgpwd":
            return self.change(r, s)
        return Response("Not Found", 404)

    def login(self, r: Request, sid: str, s: dict, fresh: list) -> Response:
        t, said = self.truth, ""
        if r.method == "POST":
            self.takes(r, area="campus", uid="employee_id", upw="portal_password", vc="captcha")
            right, t.captcha = t.captcha, ""
            if self.torn(s, "login", r) or r.get("area") not in ("T0", "T2", "T3", "T4", "T5", "Y0"):
                said = "連線階段已失效，請重新輸入。"
            elif not (r.get("uid") and r.get("upw") and r.get("vc")):
                said = "請完整輸入帳號、密碼及驗證碼！"
            elif not right or r.get("vc").strip().upper() != right:
                said = "驗證碼輸入有誤，請依新圖片輸入！"
            elif r.get("uid").strip() != t.person.employee_id or r.get("upw") != t.portal_password:
                said = "帳號密碼驗證失敗！"
            else:
                t.sessions.add(f"portal:{sid}")
                t.counts["sign_in"] += 1
                return self.doc("登入中", self.pg("wait", "登入成功", '<p>資料載入中，請稍候...</p><p><a href="/m/home" data-ajax="false">若畫面未自動前進請按此</a></p>'
                                + '<script>setTimeout(function(){location.href="/m/home";},300);</script>'), *fresh)
            t.counts["sign_in_refused"] += 1
        opts = "".join(f'<option value="{v}">{n}</option>' for v, n in (("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("T4", "新竹分院"), ("T5", "竹東分院"), ("Y0", "雲林分院")))
        body = f"""<div class="logo"><strong>台大醫院 行動PORTAL</strong></div>{self.popup(said)}
<form action="/m/login" method="post" data-ajax="false" id="frmLogin">{self.ticket(s, "login")}<input type="hidden" name="dev" value="web">
<div class="ui-field-contain"><label for="area" class="select">院區</label><select name="area" id="area" data-native-menu="false">{opts}</select></div>
{self.fc("uid", "帳號", r.get("uid"), "tel", 'maxlength="6" placeholder="員工編號"')}{self.fc("upw", "密碼", "", "password", 'placeholder="Password" autocomplete="off"')}
<div class="ui-field-contain"><label for="vc_i">驗證碼</label><input type="text" name="vc" id="vc_i" maxlength="6" autocapitalize="off" autocorrect="off" placeholder="不用區分大小寫"></div>
<a href="/m/login" data-ajax="false" title="換一張"><img src="/m/vcode?{secrets.randbelow(10**6)}" alt="vcode" width="120" height="36"></a>
<button type="submit" class="ui-btn ui-btn-b ui-icon-lock ui-btn-icon-left">登入系統</button></form>
<ul data-role="listview" data-inset="true" data-filter="true" data-filter-placeholder="搜尋門診..."><li data-role="list-divider">免登入服務</li><li><a href="#about">看診進度</a></li><li><a href="#about">網路掛號</a></li></ul>"""
        return self.doc("行動PORTAL", self.pg("login", "員工登入", body, right='<a href="#about" data-icon="info" data-iconpos="notext" class="ui-btn-right">關於</a>')
                        + self.pg("about", "關於", '<p>本系統由醫資行動科技建置，客服分機 261120。</p><a href="#login" data-role="button">返回</a>'), *fresh)

    def home(self, sid: str) -> Response:
        t = self.truth
        letter = secrets.token_hex(12)
        self.letters[letter] = sid
        out = '<a href="/m/logout" data-ajax="false" data-icon="power" class="ui-btn-right">登出系統</a>'
        top = """<ul data-role="listview" data-inset="true"><li data-role="list-divider">您好! %s <span class="ui-li-count">2</span></li>
<li><a href="#medical"><h2>醫療系統</h2><p>Medical</p></a></li><li><a href="#medical"><h2>行政系統</h2><p>Administration</p></a></li><li><a href="#personal"><h2>個人管理</h2><p>Personal</p></a></li></ul>
<div data-role="collapsible" data-collapsed="false"><h3>全院公告</h3><p>2014/05/20 請同仁填報免稅額申報表</p><p>2014/03/02 行動版上線</p></div>""" % h(t.person.name)
        mine = f"""<ul data-role="listview" data-inset="true"><li data-role="list-divider">個人管理</li>
<li data-icon="gear"><a href="/m/chgpwd" data-ajax="false"><h2>更改密碼</h2><p>Change Password</p></a></li>
<li><a href="#medical" >薪資所得免稅額申報表</a></li><li><a href="{self.urls['inner']}/staff/list?k={letter}" data-ajax="false">查詢員工連絡資料</a></li>
<li data-icon="user"><a href="{self.urls['inner']}/staff/contact?k={letter}" data-ajax="false"><h2>維護個人連絡資料</h2><p>My Contact</p></a></li></ul>"""
        back = '<a href="#home" data-icon="home" data-iconpos="notext">首頁</a>'
        return self.doc("功能選單", self.pg("home", "功能選單", top, right=out) + self.pg("personal", "個人管理", mine, back, out) + self.pg("medical", "尚未開放", "<p>行動版尚未提供，請用電腦版。</p>", back))

    def change(self, r: Request, s: dict) -> Response:
        t, said = self.truth, ""
        nav = '<a href="/m/home" data-ajax="false" data-icon="home">回功能選單</a>'
        if r.method == "POST":
            self.takes(r, p0="old_password", p1="new_password", p2="new_password_again")
            p0, p1, p2 = r.get("p0"), r.get("p1"), r.get("p2")
            if self.torn(s, "pwd", r):
                said = "連線階段已失效，請重新輸入。"
            elif p0 != t.portal_password:
                said = "舊密碼錯誤！"
            elif len(p1) < 8 or not re.search("[a-zA-Z]", p1) or not re.search("[0-9]", p1):
                said = "新密碼至少8個字元且需英文及數字混合！"
            elif p1 != p2:
                said = "新密碼兩次輸入不同！"
            elif p1 == p0:
                said = "新密碼不可與舊密碼相同！"
            else:
                t.portal_password = p1
                t.counts["password_changed"] += 1
                return self.doc("完成", self.pg("ok", "密碼已變更", '<p class="ok">您的登入密碼已變更成功。</p><a href="/m/home" data-role="button" data-icon="home" data-ajax="false">回功能選單</a>', role="dialog"))
            t.counts["password_refused"] += 1
        return self.doc("更改密碼", self.pg("pwd", "更改密碼", f"""{self.popup(said)}<form action="/m/chgpwd" method="post" data-ajax="false">{self.ticket(s, "pwd")}
{self.fc("p0", "請輸入舊密碼：", "", "password")}{self.fc("p1", "請輸入新密碼：", "", "password")}{self.fc("p2", "請再輸入新密碼：", "", "password")}
<p>密碼設定條件：<br>1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字</p><input type="submit" data-theme="b" data-icon="check" value="送出變更"></form>""", nav,
                        '<a href="/m/logout" data-ajax="false" data-icon="power">登出系統</a>'))

    # ---------------------------------------------------------------- inner
    def inner(self, r: Request) -> Response:
        t = self.truth
        if (file := self.static(r)):
            return file
        k = r.query.get("k", "")
        sid = self.letters.get(k, "")
        if f"portal:{sid}" not in t.sessions:
            return self.doc("無權限", self.pg("no", "無權限", f'<p>請先登入行動PORTAL</p><a href="{self.urls["portal"]}/" data-ajax="false" data-role="button">前往登入</a>'))
        nav = f'<a href="{self.urls["portal"]}/m/home" data-ajax="false" data-icon="home">回功能選單</a>'
        if r.path != "/staff/contact":
            return self.doc("查詢", self.pg("list", "查詢", "<p>無資料</p>", nav))
        s = self.people[sid]
        spec = [("en_last", "english_surname", "英文姓：", "ex:Chen(陳)"), ("en_first", "english_given", "英文首名：", "ex: Yi-Fen(怡芬)"), ("en_mid", "english_middle", "英文中名：", "ex:Mary 為英文別名，如無，可不填"),
                ("tel_o", "office_phone", "辦公室電話：", "ex:61234或23123456"), ("tel_h", "home_phone", "住宅電話：", "ex:0223123456"), ("cell", "mobile_phone", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")]
        now = {n: t.saved_contact.get(key, getattr(t.person, key)) for n, key, _, _ in spec}
        said = ""
        if r.method == "POST":
            self.takes(r, cell="mobile_phone")
            now = {n: r.get(n).strip() for n in now}
            if self.torn(s, "contact", r) or not all(r.has(n) for n in now):
                said = "連線階段已失效，資料未異動。"
            elif not re.fullmatch("09[0-9]{8}", now["cell"]):
                said = "行動電話請輸入10碼數字！"
            else:
                t.saved_contact.update({key: now[n] for n, key, _, _ in spec})
                t.counts["contact_saved"] += 1
                said = "異動儲存成功"
        rows = [self.fc(n, label, now[n], "tel" if n in ("tel_o", "tel_h", "cell") else "text", 'maxlength="30"') + f'<p class="hint"><small>{hint}</small></p>' for n, _, label, hint in spec]
        return self.doc("維護個人連絡資料", self.pg("contact", "維護個人連絡資料", f"""<h3>台大醫院---維護個人連絡資料</h3>{self.popup(said)}<form action="/staff/contact?k={k}" method="post" data-ajax="false">{self.ticket(s, "contact")}
<button type="submit" data-icon="check" data-theme="b">異動儲存</button><div class="ui-grid-a"><div class="ui-block-a">員工編號：{t.person.employee_id}</div><div class="ui-block-b">姓名：{t.person.name}</div></div>
<div data-role="collapsible" data-collapsed="false"><h4>英文姓名</h4>{"".join(rows[:3])}</div><div data-role="collapsible" data-collapsed="false"><h4>電話</h4>{"".join(rows[3:])}</div></form>""", nav))

    # ---------------------------------------------------------------- account
    def account(self, r: Request) -> Response:
        t = self.truth
        if (file := self.static(r)):
            return file
        aid = r.cookies.get("HELPSID", "")
        s = self.proofs.get(aid)
        if r.path == "/" or s is None:
            if r.path not in ("/", "/verify") or r.method == "POST":
                return redirect("/")
            fresh = []
            if s is None:
                aid = secrets.token_hex(14)
                s = self.proofs[aid] = {}
                fresh = [("Set-Cookie", f"HELPSID={aid}; Path=/")]
            if r.path == "/":
                return self.front(fresh)
            return self.doc("轉址", self.pg("go", "請稍候", '<a href="/">首頁</a>'), *fresh)
        if r.path == "/verify":
            return self.verify(r, aid, s)
        if f"account:{aid}" not in t.sessions:
            return redirect("/")
        if r.path == "/exit":
            t.sessions.discard(f"account:{aid}")
            t.counts["sign_out_account"] += 1
            del self.proofs[aid]
            return redirect("/", ("Set-Cookie", "HELPSID=; Path=/; Max-Age=0"))
        if r.path == "/alias":
            return self.alias(r, s)
        if r.path == "/newpwd":
            return self.newpwd(r, s)
        return Response("Not Found", 404)

    LEAVE = '<a href="/exit" data-ajax="false" data-icon="delete" class="ui-btn-right">離開</a>'

    def front(self, fresh: list) -> Response:
        return self.doc("帳號服務", self.pg("top", "帳號服務", """<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<div data-role="collapsible-set"><div data-role="collapsible" data-collapsed="false"><h3>《規範》</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用。</p><p>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</p></div>
<div data-role="collapsible"><h3>《常見問題與服務》</h3><p><b>密碼修改後多久可以生效</b> 即時生效。</p><p><b>忘記密碼</b> 請親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></div></div>
<ul data-role="listview" data-inset="true"><li data-role="list-divider">服務項目</li>
<li><a href="/verify?fn=1" data-ajax="false"><h2>啟用網路帳號及首次雲端帳號密碼設定</h2><p>啟用本院微軟相關服務，如：Office365, Outlook...</p></a></li>
<li><a href="/verify?fn=2" data-ajax="false"><h2>重置雲端服務密碼</h2><p>重設非Portal帳號的密碼：Email, 無線網路, KM, TMS...</p></a></li>
<li><a href="#vpn" data-rel="popup"><h2>總院廠商VPN展延申請</h2><p>總院廠商VPN到期，重新啟用申請。</p></a></li></ul><div data-role="popup" id="vpn" style="display:none"><p>請洽資訊室</p></div>"""), *fresh)

    def verify(self, r: Request, aid: str, s: dict) -> Response:
        t, said = self.truth, ""
        if r.query.get("fn") in ("1", "2"):
            s["fn"] = r.query["fn"]
        title = "重置雲端服務密碼" if s.get("fn") == "2" else "啟用網路帳號及首次雲端帳號密碼設定"
        acct = s.get("acct", "")
        if r.method == "POST":
            self.takes(r, acct="employee_id", otp="code", cell="registered_phone")
            step = r.get("step")
            if r.get("txn", "-") != s.get("txn_" + ("cell" if step == "cell" else "otp")):
                said = "畫面已過期，請重新操作。"
            elif step == "cell":
                if not s.get("acct") or r.get("cell").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                    return self.ask(s, "門號與登記資料不符，請再確認！")
                self.torn(s, "cell", r)
                s["otp"], s["when"] = t.new_message(), time.time()
                return self.doc("簡訊", self.pg("sent", "動態碼簡訊發送成功", '<p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p><a href="/verify" data-role="button" data-ajax="false" data-theme="b">確定</a>', role="dialog"))
            elif r.has("send"):
                acct = r.get("acct").strip()
                if acct == t.person.employee_id:
                    s["acct"] = acct
                    return self.ask(s, "")
                said = "此帳號不存在！"
            else:
                acct = r.get("acct").strip()
                same = bool(s.get("otp")) and acct == s.get("acct") and r.get("otp").strip() == s["otp"]
                if same and time.time() - s["when"] <= 120:
                    s.pop("otp")
                    t.sessions.add(f"account:{aid}")
                    t.counts["code_accepted"] += 1
                    return redirect("/newpwd" if s.get("fn") == "2" else "/alias")
                t.counts["code_refused"] += 1
                said = "動態碼逾時失效，請重新取得！" if same else "動態碼錯誤，請再試一次！"
        return self.doc(title, self.pg("verify", "身分驗證", f"""<h3>{title}</h3>{self.popup(said)}<div data-role="collapsible"><h4>注意事項</h4><p>電子郵件別名第一次設定之後則不能修改，請慎重選擇。按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</p></div>
<form action="/verify" method="post" data-ajax="false">{self.ticket(s, "otp")}<input type="hidden" name="step" value="otp">
{self.fc("acct", "網路帳號 / 主職員工編號", acct, "tel", 'maxlength="6"')}<button type="submit" name="send" value="1" data-icon="phone" data-inline="true">發送簡訊動態碼</button>
{self.fc("otp", "簡訊(或MOTP)動態碼", "", "tel", 'maxlength="6" autocomplete="off"')}<button type="submit" name="next" value="1" data-theme="b" data-icon="arrow-r">下一步</button></form>""", '<a href="/" data-ajax="false" data-icon="home">首頁</a>'))

    def ask(self, s: dict, said: str) -> Response:
        return self.doc("手機門號", self.pg("cellDlg", "發送簡訊", f"""{self.popup(said)}<form action="/verify" method="post" data-ajax="false">{self.ticket(s, "cell")}<input type="hidden" name="step" value="cell">
<label for="cell_i">請輸入帳號登記的手機門號(10碼)</label><input type="tel" name="cell" id="cell_i" maxlength="10"><button type="submit" data-theme="b">確定發送</button></form><a href="/verify" data-role="button" data-ajax="false">取消</a>""", role="dialog"))

    def alias(self, r: Request, s: dict) -> Response:
        t, said, name = self.truth, "", ""
        if r.method == "POST":
            self.takes(r, mailname="alias")
            name = r.get("mailname").strip()
            if self.torn(s, "alias", r):
                said = "畫面已過期，請重新操作。"
            elif t.alias:
                said = "您已設定過雲端服務帳號，無法再次設定！"
            elif not re.fullmatch(r"[A-Za-z][\w.-]{1,63}", name, re.ASCII):
                said = "電子郵件名稱不合規定，只能用英文字母開頭及英數字 . - _ ！"
            elif name.lower() == "taken.name":
                said = "電子郵件名稱重複，請換一個！"
            elif r.has("ok"):
                t.alias, t.cloud_password = name, t.portal_password
                t.counts["activated"] += 1
                return self.doc("完成", self.pg("done", "設定完成", f"""<p>雲端服務帳號設定完成！</p><p>{h(name)}@ntuh.gov.tw</p><p>初始密碼為您目前的PORTAL登入密碼，請儘速回首頁以「重置雲端服務密碼」變更，勿將兩者設為相同。</p>
<a href="/exit" data-role="button" data-ajax="false">離開</a>"""))
        q = t.person
        facts = "".join(f'<li><h2>{a}</h2><p>{b}</p></li>' for a, b in (("網路帳號 / 主職員工編號", q.employee_id), ("帳號姓名", q.name), ("主職單位", q.unit), ("有效期限", q.valid_until)))
        if t.alias:
            rest = f'<p>★ 雲端服務帳號已設定，如需修改請洽資訊服務台。</p><p>電子郵件：{h(t.alias)}@ntuh.gov.tw</p>'
        else:
            rest = f"""<form action="/alias" method="post" data-ajax="false">{self.ticket(s, "alias")}{self.fc("mailname", "雲端服務帳號 (電子郵件名稱)", name, "text", 'maxlength="64" autocapitalize="off"')}<p>@ntuh.gov.tw 名稱長度限64字元內</p>
<p>服務於設定完成隔日生效。初始密碼同您目前的PORTAL登入密碼。</p><div class="ui-grid-a"><div class="ui-block-a"><a href="/exit" data-role="button" data-ajax="false">取消啟用</a></div><div class="ui-block-b"><button type="submit" name="ok" value="Y" data-theme="b">啟用雲端服務</button></div></div></form>"""
        return self.doc("設定密碼與郵件別名", self.pg("alias", "設定密碼與郵件別名", f'{self.popup(said)}<ul data-role="listview" data-inset="true">{facts}</ul>{rest}', right=self.LEAVE))

    def newpwd(self, r: Request, s: dict) -> Response:
        t, said = self.truth, ""
        if not t.alias:
            return self.doc("重置", self.pg("np", "重置雲端服務密碼", "<p>您尚未啟用網路帳號。</p>", right=self.LEAVE))
        if r.method == "POST":
            self.takes(r, c1="cloud_password", c2="cloud_password_again")
            if self.torn(s, "new", r):
                said = "畫面已過期，請重新操作。"
            elif len(r.get("c1")) < 8 or not re.search("[A-Za-z]", r.get("c1")) or not re.search("[0-9]", r.get("c1")):
                said = "密碼至少8個字元且需英文及數字混合！"
            elif r.get("c1") != r.get("c2"):
                said = "兩次輸入不同！"
            elif r.get("c1") == t.portal_password:
                said = "請勿與PORTAL密碼相同！"
            else:
                t.cloud_password = r.get("c1")
                return self.doc("完成", self.pg("npok", "完成", '<p>雲端服務密碼重置完成，即時生效。</p><a href="/exit" data-role="button" data-ajax="false">離開</a>'))
        return self.doc("重置雲端服務密碼", self.pg("np", "重置雲端服務密碼", f"""{self.popup(said)}<form action="/newpwd" method="post" data-ajax="false">{self.ticket(s, "new")}{self.fc("c1", "新的雲端服務密碼", "", "password")}{self.fc("c2", "再輸入一次", "", "password")}
<button type="submit" data-theme="b">確定重置</button></form>""", right=self.LEAVE))

    # ---------------------------------------------------------------- mail
    def mail(self, r: Request) -> Response:
        t, said = self.truth, ""
        if (file := self.static(r)):
            return file
        mid = r.cookies.get("MMAIL", "")
        if r.path == "/mm/code.gif":
            return Response(picture(t.new_captcha("abcdefhkmnprstuvwxyz2345678", 5)), kind="image/gif")
        if f"mail:{mid}" in t.sessions:
            if r.path == "/mm/out":
                t.sessions.discard(f"mail:{mid}")
                t.counts["sign_out_mail"] += 1
                return redirect("/mm/", ("Set-Cookie", "MMAIL=; Path=/; Max-Age=0"))
            return self.doc("收件匣", self.pg("inbox", "收件匣", f'<p>{h(t.alias)}</p><ul data-role="listview"><li><a href="#m1"><h2>資訊室</h2><p>歡迎使用行動信箱</p></a></li></ul>', right='<a href="/mm/out" data-ajax="false" data-icon="power">登出</a>'))
        if r.path != "/mm/":
            return redirect("/mm/")
        if r.method == "POST":
            self.takes(r, ma="mail_account", mp="mail_password", mc="captcha")
            right, t.captcha = t.captcha, ""
            if not right or r.get("mc").strip() != right:
                said = "驗證碼錯誤"
            elif not t.alias or r.get("ma").strip().split("@")[0] != t.alias or r.get("mp") != t.cloud_password:
                said = "帳號或密碼不正確"
            else:
                mid = secrets.token_hex(12)
                t.sessions.add(f"mail:{mid}")
                t.counts["mail_sign_in"] += 1
                return redirect("/mm/inbox", ("Set-Cookie", f"MMAIL={mid}; Path=/"))
        return self.doc("行動信箱", self.pg("mlogin", "行動信箱", f"""{self.popup(said)}<form action="/mm/" method="post" data-ajax="false">{self.fc("ma", "帳號:")}{self.fc("mp", "密碼:", "", "password")}
<img src="/mm/code.gif?{secrets.randbelow(9999)}" alt="code">{self.fc("mc", "驗證碼(小寫字母或數字):", "", "text", 'maxlength="5" autocapitalize="off"')}
<label><input type="checkbox" name="rem" value="1"> 記住登入資訊 (公用電腦請勿勾選)</label><button type="submit" data-theme="b">登入</button></form>
<ul data-role="listview" data-inset="true"><li data-role="list-divider">公佈欄</li><li>體系帳號整併中，請用主要任職院區帳號登入。</li><li><a href="{self.urls['account']}/" data-ajax="false">※如無法登入，請先變更密碼</a></li></ul>"""))

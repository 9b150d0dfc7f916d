from __future__ import annotations

import base64
import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

NS = "ns_7_CGAH47L00OJ790IAH1AFSN30G7_"
FIELDS = (("english_surname", "英文姓", "ex:Chen(陳)", "engLast"), ("english_given", "英文首名", "ex: Yi-Fen(怡芬)", "engFirst"),
          ("english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填", "engMid"), ("office_phone", "辦公室電話", "ex:61234或23123456", "offTel"),
          ("home_phone", "住宅電話", "ex:0223123456", "homeTel"), ("mobile_phone", "行動電話", "ex:0952000000", "cellTel"))


class TheSite(Site):
    title = "websphere_portal_2008"

    def __init__(self) -> None:
        super().__init__()
        self.users: dict[str, dict] = {}
        self.actions: dict[str, tuple[str, str]] = {}
        self.keys: dict[str, dict] = {}

    def who(self, r: Request) -> dict:
        cookie = r.cookies.get("JSESSIONID_" + r.host, "")
        if cookie not in self.users:
            cookie = "0000" + secrets.token_urlsafe(17) + ":-1"
            cookie = cookie.replace(":", "_")
            self.users[cookie] = {"id": cookie, "new": True, "msg": ("", "")}
        return self.users[cookie]

    def url(self, u, act, key=""):
        """A portlet address with its encoded state; action addresses are good once."""
        token = base64.b64encode(b"\xd3\x84\xaa" + secrets.token_bytes(66), b"_!").decode()
        self.actions[token] = (u["id"], act)
        return f"/wps/{'my' if u.get('in') else ''}portal/!ut/p/c0/{token}/" + (f"?SESSION={key}" if key else "")

    def state(self, r, u):
        m = re.match(r"/wps/(?:my)?portal/!ut/p/c0/([^/]+)/", r.path)
        if not m:
            return ""
        owner, act = self.actions.get(m[1], ("", ""))
        if owner != u["id"]:
            return "stale"
        if act.startswith("do:"):
            if r.method != "POST":
                return "stale"
            self.actions.pop(m[1])
        return act

    def go(self, u, act, key=""):
        return redirect(self.url(u, act, key), *self.cookie(u))

    def cookie(self, u):
        if u.pop("new", None):
            return [("Set-Cookie", f"JSESSIONID_{u['host']}={u['id']}; Path=/")]
        return []

    def theme(self, u, title, portlets, links=""):
        kind, said = u["msg"]
        u["msg"] = ("", "")
        note = f'<table class="wps{kind}Msg" cellpadding="4"><tr><td><img src="/wps/images/{kind}.gif" alt=""></td><td><span class="portlet-msg-{kind.lower()}">{escape(said)}</span></td></tr></table>' if said else ""
        body = "".join(f'<table class="wpsPortlet" width="100%" border="0" cellspacing="0"><tr><td class="wpsPortletTitle"><b>{t}</b></td><td align="right" class="wpsPortletTitle"><img src="/wps/skins/min.gif" alt="Minimize"></td></tr><tr><td colspan="2" class="wpsPortletBody">{b}</td></tr></table><br>' for t, b in portlets)
        return Response(f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html lang="zh-TW"><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><title>{title}</title>
<style type="text/css">body{{font:12px Arial,sans-serif;margin:0}}.wpsPortlet{{border:1px solid #7a9cc6}}.wpsPortletTitle{{background:#c8d8ee;padding:3px}}.wpsPortletBody{{padding:8px}}.wpsLabel{{background:#eef;text-align:right}}.wpsErrorMsg{{color:#a00}}</style></head>
<body><table width="100%" bgcolor="#336699" cellpadding="6"><tr><td><font color="white" size="4">台大醫院</font> <font color="white">WebSphere Portal</font></td><td align="right" class="wpsToolBar">{links}</td></tr></table>
<table width="95%" align="center"><tr><td valign="top"><h3>{title}</h3>{note}{body}</td></tr></table></body></html>""", headers=[*self.cookie(u), ("Cache-Control", "no-cache")])

    def row(self, label, name, kind="text", value="", extra="", hint=""):
        return f'<tr><td class="wpsLabel" nowrap><label for="{NS}{name}">{label}</label></td><td><input class="wpsEditField" type="{kind}" name="{NS}{name}" id="{NS}{name}" value="{escape(value)}" {extra}>{hint}</td></tr>'

    def form(self, action, rows, buttons):
        return f'<form method="post" action="{action}" name="{NS}f{secrets.token_hex(2)}"><table border="0" cellpadding="3">{rows}<tr><td>&nbsp;</td><td>{buttons}</td></tr></table></form>'

    def button(self, name, text):
        return f'<input type="submit" class="wpsButtonText" name="{NS}{name}" value="{text}"> '

    def notes(self, r, **meanings):
        self.takes(r, **{NS + k: v for k, v in meanings.items()})

    def v(self, r, name):
        return r.get(NS + name)

    def image(self, u, **how):
        u["cap"] = self.truth.new_captcha(**how)
        return Response(picture(u["cap"], "JPEG"), kind="image/jpeg", headers=[*self.cookie(u), ("Cache-Control", "no-store")])

    def seen(self, u, text):
        want = u.pop("cap", "")
        return bool(want) and want == self.truth.captcha and text == want

    def strong(self, pw):
        return len(pw) >= 8 and re.search("[A-Za-z]", pw) and re.search("[0-9]", pw)

    # ------------------------------------------------------------ portal
    def portal(self, r):
        t, u = self.truth, self.who(r)
        u["host"] = r.host
        if r.path == "/wps/PA_Captcha/image.jpg":
            return self.image(u)
        act = self.state(r, u)
        if act == "do:login":
            self.notes(r, site="campus", userid="employee_id", password="portal_password", vcode="captcha")
            if not self.seen(u, self.v(r, "vcode").strip().upper()) or self.v(r, "site") not in ("T0", "T4", "Y0"):
                why = "EJPAH0102E: 驗證碼輸入錯誤，請重新輸入。"
            elif (self.v(r, "userid"), self.v(r, "password")) != (t.person.employee_id, t.portal_password):
                why = "EJPAH0101E: 帳號或密碼不正確，請再試一次。"
            else:
                u["in"] = secrets.token_hex(16)
                self.keys[u["in"]] = u
                t.sessions.add("portal:" + u["in"][:6])
                t.counts["sign_in"] += 1
                return self.go(u, "notice")
            t.counts["sign_in_refused"] += 1
            u["msg"] = ("Error", why)
            return self.go(u, "login")
        if not u.get("in"):
            if act == "stale":
                u["msg"] = ("Warning", "頁面已過期，請重新登入。")
            if r.path == "/":
                return redirect("/wps/portal", *self.cookie(u))
            rows = f'<tr><td class="wpsLabel">院區</td><td><select name="{NS}site"><option value="T0" selected>總院區<option value="T4">新竹分院<option value="Y0">雲林分院</select></td></tr>'
            rows += self.row("帳號", "userid", extra='maxlength="6" size="14"') + self.row("密碼", "password", "password", extra='size="14"')
            rows += self.row("驗證碼", "vcode", extra='size="8" autocomplete="off"', hint=' <img src="/wps/PA_Captcha/image.jpg" alt="驗證碼圖片"><br>(不用區分大小寫)')
            return self.theme(u, "登入本院PORTAL系統", [("登入 Login", self.form(self.url(u, "do:login"), rows, self.button("ok", "登入") + '<input type="reset" class="wpsButtonText" value="清除">'))])
        out = self.url(u, "logout")
        links = f'<a href="{out}"><font color="white">登出系統</font></a>'
        if act == "logout":
            t.sessions.discard("portal:" + u["in"][:6])
            t.counts["sign_out_portal"] += 1
            self.keys.pop(u.pop("in"), None)
            return self.theme(u, "您已登出", [("訊息", '已安全離開本系統。<a href="/wps/portal">重新登入</a>')])
        if act == "notice":
            return self.theme(u, "公告", [("全院公告", f'<p>2008/12/13 總院Portal資訊系統登入首頁改成新的版本。</p><a href="{self.url(u, "menu")}">進入功能選單</a>')], links)
        key, base = u["in"], self.urls["inner"]
        items = f"""<table cellpadding="3"><tr><td><a href="{base}/wps/myportal/personal/pwd?SESSION={key}">更改密碼</a></td></tr><tr><td><a href="{self.url(u, 'menu')}">個人簽章提醒設定</a></td></tr>
<tr><td><a href="{self.url(u, 'menu')}">查詢員工連絡資料</a></td></tr><tr><td><a href="{base}/wps/myportal/personal/contact?SESSION={key}">維護個人連絡資料</a></td></tr></table>"""
        search = f'<form action="/wps/myportal" method="get"><input name="query" size="20"><input type="submit" value="搜尋"></form>'
        return self.theme(u, "功能選單", [("搜尋中心", search), ("個人管理", items)], f"{escape(t.person.name)} 您好! " + links)

    # ------------------------------------------------------------ inner
    def inner(self, r):
        t, u = self.truth, self.who(r)
        u["host"] = r.host
        key = r.query.get("SESSION", "")
        home = self.urls["portal"] + "/wps/myportal"
        if key not in self.keys:
            return self.theme(u, "逾時", [("訊息", f'工作階段已逾時。<a href="{self.urls["portal"]}/">重新登入</a>')])
        owner = self.keys[key]
        links = f'<a href="{home}">回功能選單</a> | <a href="{self.urls["portal"]}{self.url(owner, "logout")}">登出系統</a>'
        act = self.state(r, u)
        if act == "stale":
            u["msg"] = ("Warning", "頁面狀態已過期，資料未處理，請由功能選單重新進入。")
            return self.theme(u, "訊息", [], links)
        if act == "do:pwd":
            self.notes(r, oldPw="old_password", newPw="new_password", newPw2="new_password_again")
            new = self.v(r, "newPw")
            why = ("舊密碼輸入錯誤。" if self.v(r, "oldPw") != t.portal_password else "新密碼不符合設定條件。" if not self.strong(new)
                   else "兩次新密碼不一致。" if new != self.v(r, "newPw2") else "新密碼不可與舊密碼相同。" if new == t.portal_password else "")
            if why:
                t.counts["password_refused"] += 1
                u["msg"] = ("Error", why)
                return self.go(u, "pwd", key)
            t.portal_password = new
            t.counts["password_changed"] += 1
            u["msg"] = ("Info", "密碼變更作業已完成。")
            return self.go(u, "done", key)
        if act == "done":
            return self.theme(u, "更改密碼", [("作業結果", f'<a href="{home}">回功能選單</a>')], links)
        if act == "do:contact":
            self.notes(r, cellTel="mobile_phone")
            new = {k: self.v(r, n) for k, _, _, n in FIELDS}
            if not all(r.has(NS + n) for *_, n in FIELDS) or not re.fullmatch(r"09\d{8}", new["mobile_phone"]):
                u["msg"] = ("Error", "行動電話格式錯誤，資料未儲存。")
            else:
                t.saved_contact.update(new)
                t.counts["contact_saved"] += 1
                u["msg"] = ("Info", "個人連絡資料已儲存。")
            return self.go(u, "contact", key)
        if act == "contact" or r.path.endswith("/contact"):
            rows = f'<tr><td class="wpsLabel">員工編號：</td><td>{t.person.employee_id}</td></tr><tr><td class="wpsLabel">姓名：</td><td>{t.person.name}</td></tr>'
            rows += "".join(self.row(l + "：", n, value=t.saved_contact.get(k, getattr(t.person, k)), hint=" " + h) for k, l, h, n in FIELDS)
            return self.theme(u, "台大醫院---維護個人連絡資料", [("維護個人連絡資料", self.form(self.url(u, "do:contact", key), rows, self.button("save", "異動儲存")))], links)
        rows = self.row("請輸入舊密碼：", "oldPw", "password") + self.row("請輸入新密碼：", "newPw", "password") + self.row("請再輸入新密碼：", "newPw2", "password")
        rows += '<tr><td class="wpsLabel">密碼設定條件：</td><td>1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字</td></tr>'
        return self.theme(u, "更改密碼", [("更改密碼", self.form(self.url(u, "do:pwd", key), rows, self.button("ok", "更改密碼")))], links)

    # ------------------------------------------------------------ account
    def account(self, r):
        t, p, u = self.truth, self.truth.person, self.who(r)
        u["host"] = r.host
        act = self.state(r, u)
        links = '<a href="/wps/portal/help"><font color="white">首頁</font></a>'
        if u.get("ok"):
            links += f' | <a href="{self.url(u, "leave")}"><font color="white">登出</font></a>'
        kind = u.get("kind", "enable")
        if act == "leave" and u.pop("ok", None):
            t.sessions.discard("account:" + u["id"][4:10])
            t.counts["sign_out_account"] += 1
            return redirect("/wps/portal/help", *self.cookie(u))
        if act in ("enable", "reset"):
            kind = u["kind"] = act
            u.pop("ask", None)
            act = "proof"
        if act == "do:proof":
            self.notes(r, uid="employee_id", otp="code")
            u["uid"] = self.v(r, "uid").strip()
            if r.has(NS + "send"):
                u["ask"] = u["uid"] == p.employee_id
                if not u["ask"]:
                    u["msg"] = ("Error", "找不到這個員工編號。")
            elif u["uid"] == p.employee_id and u.get("code") and self.v(r, "otp").strip() == u["code"] and time.time() - u["at"] <= 120:
                u.pop("code")
                u["ok"] = kind
                t.sessions.add("account:" + u["id"][4:10])
                t.counts["code_accepted"] += 1
                return self.go(u, "cloud")
            else:
                t.counts["code_refused"] += 1
                u["msg"] = ("Error", "動態碼不正確或已失效。")
            return self.go(u, "proof")
        if act == "do:phone":
            self.notes(r, cell="registered_phone")
            if r.has(NS + "no"):
                u.pop("ask", None)
            elif u.get("ask") and self.v(r, "cell").strip() == t.saved_contact.get("mobile_phone", p.mobile_phone):
                u["code"], u["at"] = t.new_message(), time.time()
                u.pop("ask")
                u["msg"] = ("Info", "動態碼簡訊發送成功。請將簡訊動態碼輸入後，按「下一步」")
            else:
                u["msg"] = ("Error", "手機門號與登記不符，未發送簡訊。")
            return self.go(u, "proof")
        if act == "proof":
            name = "啟用網路帳號及首次雲端帳號密碼設定" if kind == "enable" else "重置雲端服務密碼"
            if u.get("ask"):
                return self.theme(u, name, [("發送簡訊動態碼確認", self.form(self.url(u, "do:phone"), self.row("請輸入帳號登記的手機門號(10碼)", "cell", extra='maxlength="10"'), self.button("yes", "確定發送") + self.button("no", "取消")))], links)
            rows = self.row("網路帳號 / 主職員工編號", "uid", value=u.get("uid", ""), hint=" " + self.button("send", "發送簡訊動態碼")) + self.row("簡訊(或MOTP)動態碼", "otp", extra='autocomplete="off"')
            return self.theme(u, name, [("注意事項", "簡訊動態碼2分鐘內有效。"), (name, self.form(self.url(u, "do:proof"), rows, self.button("next", "下一步")))], links)
        if act in ("cloud", "do:cloud") and u.get("ok"):
            kind = u["ok"]
            if act == "do:cloud":
                self.notes(r, mailName="alias", pw1="cloud_password", pw2="cloud_password_again")
                if r.has(NS + "cancel"):
                    return self.go(u, "leave")
                name, pw = self.v(r, "mailName").strip(), self.v(r, "pw1")
                why = ""
                if kind == "enable":
                    why = ("此帳號先前已啟用。" if t.alias else "此電子郵件名稱已被使用。" if name.lower() == "taken.name"
                           else "電子郵件名稱格式錯誤。" if not re.fullmatch(r"[A-Za-z][\w.-]{1,63}", name, re.A) else "")
                elif not t.alias:
                    why = "尚未啟用雲端服務帳號。"
                why = why or ("密碼須8碼以上並含英文及數字。" if not self.strong(pw) else "兩次密碼不同。" if pw != self.v(r, "pw2") else "")
                if why:
                    u["msg"] = ("Error", why)
                    return self.go(u, "cloud")
                t.cloud_password = pw
                if kind == "enable":
                    t.alias = name
                    t.counts["activated"] += 1
                u["msg"] = ("Info", "雲端服務設定成功。" if kind == "enable" else "雲端服務密碼重置成功。")
                return self.go(u, "cloud")
            rows = "".join(f'<tr><td class="wpsLabel">{a}</td><td>{b}</td></tr>' for a, b in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
            title = "設定密碼與郵件別名" if kind == "enable" else "重置雲端服務密碼"
            if kind == "enable" and t.alias:
                rows += f'<tr><td class="wpsLabel">雲端服務帳號 (電子郵件名稱)</td><td>{escape(t.alias)}@ntuh.gov.tw</td></tr><tr><td class="wpsLabel">狀態</td><td>已啟用（設定完成隔日生效）</td></tr>'
                return self.theme(u, title, [(title, f'<table cellpadding="3">{rows}</table>')], links)
            if kind == "enable":
                rows += self.row("雲端服務帳號 (電子郵件名稱)", "mailName", extra='maxlength="64"', hint=" @ntuh.gov.tw 名稱長度限64字元內")
            rows += self.row("雲端服務密碼", "pw1", "password", hint=" 8碼以上，含英文及數字") + self.row("再次輸入雲端服務密碼", "pw2", "password")
            return self.theme(u, title, [(title, self.form(self.url(u, "do:cloud"), rows, self.button("cancel", "取消啟用" if kind == "enable" else "取消") + self.button("ok", "啟用雲端服務" if kind == "enable" else "確定重置")))], links)
        if act == "stale":
            u["msg"] = ("Warning", "頁面已過期，請重新操作。")
        rules = "<ul><li>網路帳號為院內眾多服務之通用帳號與密碼，不可借用<li>請勿冒用院內同仁申請網路帳號</ul>"
        entries = f'<p><a href="{self.url(u, "enable")}">啟用網路帳號及首次雲端帳號密碼設定</a></p><p><a href="{self.url(u, "reset")}">重置雲端服務密碼</a></p><p><a href="/wps/portal/vpn">總院廠商VPN展延申請</a></p>'
        return self.theme(u, "網路帳號服務", [("《規範》", rules), ("《常見問題與服務》", "<b>密碼修改後多久可以生效</b><br>即時生效。"), ("帳號作業", entries)], links)

    # ------------------------------------------------------------ mail
    def mail(self, r):
        t, u = self.truth, self.who(r)
        u["host"] = r.host
        if r.path == "/wps/PA_Captcha/image.jpg":
            return self.image(u, letters="abcdefghkmnpqrstuvwxyz23456789", length=4)
        act = self.state(r, u)
        if act == "do:login":
            self.notes(r, acct="mail_account", pwd="mail_password", vcode="captcha")
            if not self.seen(u, self.v(r, "vcode").strip()):
                u["msg"] = ("Error", "驗證碼錯誤。")
            elif not t.alias or (self.v(r, "acct").split("@")[0], self.v(r, "pwd")) != (t.alias, t.cloud_password):
                u["msg"] = ("Error", "帳號或密碼錯誤。")
            else:
                u["in"] = True
                t.sessions.add("mail:" + u["id"][4:10])
                t.counts["mail_sign_in"] += 1
            return self.go(u, "inbox")
        if act == "logout" and u.pop("in", None):
            t.sessions.discard("mail:" + u["id"][4:10])
            t.counts["sign_out_mail"] += 1
            u["msg"] = ("Info", "您已登出電子信系統。")
        if u.get("in"):
            return self.theme(u, "收件匣", [("Inbox", "<table><tr><td>資訊室</td><td>歡迎使用</td></tr></table>")], f'<a href="{self.url(u, "logout")}"><font color="white">登出</font></a>')
        rows = self.row("帳號:", "acct") + self.row("密碼:", "pwd", "password") + self.row("驗證碼(小寫字母或數字):", "vcode", hint=' <img src="/wps/PA_Captcha/image.jpg" alt="">')
        rows += f'<tr><td></td><td><input type="checkbox" name="{NS}remember" value="true" id="{NS}remember"><label for="{NS}remember">記住登入資訊 (公用電腦請勿勾選)</label></td></tr>'
        return self.theme(u, "電子信系統", [("登入", self.form(self.url(u, "do:login"), rows, self.button("ok", "登入"))), ("公佈欄", "請用主要任職院區帳號登入。")])

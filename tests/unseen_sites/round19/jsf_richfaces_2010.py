from __future__ import annotations

import re
import secrets
import time
from html import escape

from truth import Request, Response, Site, picture, redirect

JS = """<script type="text/javascript">//<![CDATA[
function dpf(f){var a=f.adp;if(a!==null){for(var i=0;i<a.length;i++){f.removeChild(a[i]);}}};
function apf(f,pvp){var adp=new Array();f.adp=adp;var i=0;for(k in pvp){var p=document.createElement("input");p.type="hidden";p.name=k;p.value=pvp[k];f.appendChild(p);adp[i++]=p;}};
function jsfcljs(f,pvp,t){apf(f,pvp);var ft=f.target;if(t){f.target=t;}f.submit();f.target=ft;dpf(f);};
var Richfaces={showModalPanel:function(i){document.getElementById(i).style.display='block';return false;},hideModalPanel:function(i){document.getElementById(i).style.display='none';return false;}};
//]]></script>"""
CSS = """<style type="text/css">body{font:12px Arial,PMingLiU;background:#fff;margin:0}.rich-panel{border:1px solid #bed6f8;margin:8px;background:#fff}
.rich-panel-header{background:#bed6f8;color:#15428b;font-weight:bold;padding:2px 4px}.rich-panel-body{padding:10px}.rich-messages-label{color:red}.info .rich-messages-label{color:#060}
.rich-mpnl-body{border:2px solid #15428b;background:#fff;padding:12px;width:340px}.dr-toolbar-ext{background:#d4e3f8;width:100%}</style>"""


class TheSite(Site):
    title = "jsf_richfaces_2010"

    def __init__(self) -> None:
        super().__init__()
        self.http: dict[str, dict] = {}
        self.sso: dict[str, str] = {}

    # ------------------------------------------------------------ container
    def session(self, q: Request, app: str) -> tuple[dict, bool]:
        jid = q.cookies.get(f"JSESSIONID_{app}", "")
        if jid in self.http and self.http[jid]["app"] == app:
            return self.http[jid], False
        jid = secrets.token_hex(16).upper() + ".node1"
        self.http[jid] = {"app": app, "id": jid, "views": {}, "n": 0, "msgs": []}
        return self.http[jid], True

    def view(self, b: dict, path: str) -> str:
        b["n"] += 1
        vid = f"j_id{b['n']}"
        b["views"][vid] = path
        for old in list(b["views"])[:-12]:
            del b["views"][old]
        return f'<input type="hidden" name="javax.faces.ViewState" id="javax.faces.ViewState" value="{vid}" />'

    def restored(self, q: Request, b: dict, form: str) -> bool:
        return b["views"].get(q.get("javax.faces.ViewState")) == q.path and q.get(form) == form

    def expired(self, home: str) -> Response:
        return Response(f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>ViewExpiredException</title></head><body><h3>畫面已逾時 (ViewExpiredException)</h3><a href="{home}">回首頁</a></body></html>', 500)

    def page(self, new: bool, b: dict, title: str, body: str, bar: str = "") -> Response:
        msgs = ""
        if b["msgs"]:
            msgs = "".join(f'<dl class="rich-messages {k}"><dt><span class="rich-messages-marker"></span><span class="rich-messages-label">{escape(w)}</span></dt></dl>' for k, w in b["msgs"])
            b["msgs"] = []
        out = f"""<?xml version="1.0" encoding="UTF-8" ?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>{title}</title><meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />{CSS}{JS}</head>
<body class="rich-container"><table class="dr-toolbar-ext rich-toolbar" cellpadding="0" cellspacing="0" border="0"><tr valign="middle"><td class="dr-toolbar-int rich-toolbar-item">國立臺灣大學醫學院附設醫院</td><td width="100%"></td>{bar}</tr></table>
<span id="messages">{msgs}</span>
<div class="rich-panel" id="main"><div class="rich-panel-header" id="main_header">{title}</div><div class="rich-panel-body" id="main_body">{body}</div></div></body></html>"""
        return self.send(new, b, Response(out, kind="text/html;charset=UTF-8"))

    def send(self, new: bool, b: dict, a: Response) -> Response:
        if new:
            a.headers.append(("Set-Cookie", f"JSESSIONID_{b['app']}={b['id']}; Path=/"))
        return a

    def form(self, b: dict, fid: str, path: str, inside: str) -> str:
        return (f'<form id="{fid}" name="{fid}" method="post" action="{path};jsessionid={b["id"]}" enctype="application/x-www-form-urlencoded">'
                f'<input type="hidden" name="{fid}" value="{fid}" />\n{inside}{self.view(b, path)}</form>')

    @staticmethod
    def command(fid: str, name: str, words: str) -> str:
        return f'''<a href="#" onclick="if(typeof jsfcljs == 'function'){{jsfcljs(document.getElementById('{fid}'),{{'{fid}:{name}':'{fid}:{name}'}},'');}}return false">{words}</a>'''

    def right(self, given: str) -> bool:
        want, self.truth.captcha = self.truth.captcha, ""
        return want != "" and want.upper() == given.strip().upper()

    @staticmethod
    def strip(q: Request) -> None:
        q.path = q.path.split(";")[0]

    # ------------------------------------------------------------ portal
    def portal(self, q: Request) -> Response:
        self.strip(q)
        t = self.truth
        b, new = self.session(q, "EIP")
        me = f"portal:{b['id']}"
        login, home = "/eip/login.jsf", "/eip/pages/home.jsf"
        if q.path == "/eip/kaptcha.jpg":
            return self.send(new, b, Response(picture(t.new_captcha(), "JPEG", (125, 40)), kind="image/jpeg"))
        if q.path == login and q.method == "POST":
            self.takes(q, **{"loginForm:hosp": "campus", "loginForm:j_username": "employee_id", "loginForm:j_password": "portal_password", "loginForm:kaptcha": "captcha"})
            if not self.restored(q, b, "loginForm"):
                return self.expired(login)
            why = ""
            if not self.right(q.get("loginForm:kaptcha")):
                why = "驗證碼不符，請輸入新圖中文字。"
            elif q.get("loginForm:hosp") not in ("T0", "T2", "T3", "Y0") or q.get("loginForm:j_username") != t.person.employee_id or q.get("loginForm:j_password") != t.portal_password:
                why = "登入失敗：帳號或密碼有誤。"
            if why:
                t.counts["sign_in_refused"] += 1
                b["msgs"].append(("error", why))
                return self.login(new, b, q.get("loginForm:j_username"))
            t.sessions.add(me)
            t.counts["sign_in"] += 1
            return self.send(new, b, redirect("/eip/pages/notice.jsf"))
        if q.path == login:
            return self.login(new, b)
        if me not in t.sessions:
            return self.send(new, b, redirect(login))
        if q.path == "/eip/pages/notice.jsf":
            if q.method == "POST":
                self.takes(q)
                return redirect(home) if self.restored(q, b, "noticeForm") else self.expired(home)
            return self.page(new, b, "全院公告", '<p>2018/12/13 總院Portal資訊系統登入首頁預定改成新的版本。</p>'
                             + self.form(b, "noticeForm", q.path, '<input type="submit" name="noticeForm:ok" value="我已閱讀，進入系統" class="btn" />'))
        if q.path == home:
            if q.method == "POST":
                self.takes(q)
                if not self.restored(q, b, "menuForm"):
                    return self.expired(home)
                if q.has("menuForm:j_idt20"):
                    return redirect("/eip/pages/changePwd.jsf")
                if q.has("menuForm:j_idt25"):
                    key = secrets.token_hex(16)
                    self.sso[key] = me
                    return redirect(f"{self.urls['inner']}/hrs/contact.jsf?SESSION={key}")
                if q.has("menuForm:logout"):
                    t.sessions.discard(me)
                    t.counts["sign_out_portal"] += 1
                    b["msgs"].append(("info", "已登出系統"))
                    return redirect(login)
                b["msgs"].append(("error", "您沒有此功能的權限"))
            rows = "".join(f'<tr class="rich-pmenu-item"><td>{self.command("menuForm", f"j_idt{i}", w)}</td></tr>' for i, w in enumerate(
                ["更改密碼", "個人簽章提醒設定", "薪資所得免稅額申報表", "員工待遇福利查詢", "查詢員工連絡資料", "維護個人連絡資料", "個人就醫紀錄查詢", "個人追蹤名單"], 20))
            return self.page(new, b, "個人管理", f"<p>{t.person.name} 您好!</p>" + self.form(b, "menuForm", home,
                             f'<table class="rich-pmenu" width="240">{rows}</table><hr />' + self.command("menuForm", "logout", "登出系統")))
        if q.path == "/eip/pages/changePwd.jsf":
            if q.method == "POST":
                self.takes(q, **{"pwdForm:oldPwd": "old_password", "pwdForm:newPwd": "new_password", "pwdForm:newPwd2": "new_password_again"})
                if not self.restored(q, b, "pwdForm"):
                    return self.expired(home)
                if q.has("pwdForm:back"):
                    return redirect(home)
                o, n, a = q.get("pwdForm:oldPwd"), q.get("pwdForm:newPwd"), q.get("pwdForm:newPwd2")
                why = ("舊密碼錯誤" if o != t.portal_password else "新密碼與確認密碼不同" if n != a else "新密碼長度不足8碼" if len(n) < 8
                       else "新密碼需含英文及數字" if not (re.search("[A-Za-z]", n) and re.search(r"\d", n)) else "新密碼不得同舊密碼" if n == o else "")
                t.counts["password_refused" if why else "password_changed"] += 1
                b["msgs"].append(("error", why) if why else ("info", "密碼變更完成，下次登入請使用新密碼"))
                if not why:
                    t.portal_password = n
            cell = "".join(f'<tr><td class="rich-table-cell"><label for="pwdForm:{n}">{w}：</label></td><td><input id="pwdForm:{n}" type="password" name="pwdForm:{n}" value="" size="20" maxlength="20" /></td></tr>'
                           for n, w in (("oldPwd", "請輸入舊密碼"), ("newPwd", "請輸入新密碼"), ("newPwd2", "請再輸入新密碼")))
            return self.page(new, b, "更改密碼", self.form(b, "pwdForm", q.path, f'<table>{cell}</table><p>密碼設定條件：<br />1.密碼長度不可少於8個字元<br />2.密碼內容需包含英文及數字</p>'
                             '<input type="submit" name="pwdForm:save" value="更改密碼" /> <input type="submit" name="pwdForm:back" value="回功能選單" />'))
        return redirect(home)

    def login(self, new: bool, b: dict, user: str = "") -> Response:
        return self.page(new, b, "醫療資訊系統", self.form(b, "loginForm", "/eip/login.jsf", f"""<table><tbody><tr><td>院區</td><td><select name="loginForm:hosp" size="1"><option value="T0" selected="selected">總院區</option><option value="T2">北護分院</option><option value="T3">金山分院</option><option value="Y0">雲林分院</option></select></td></tr>
<tr><td>帳號</td><td><input id="loginForm:j_username" type="text" name="loginForm:j_username" value="{escape(user)}" /></td></tr><tr><td>密碼</td><td><input id="loginForm:j_password" type="password" name="loginForm:j_password" value="" /></td></tr>
<tr><td>驗證碼<br />(不用區分大小寫)</td><td><img src="/eip/kaptcha.jpg?{secrets.randbelow(99999)}" alt="" /><br /><input id="loginForm:kaptcha" type="text" name="loginForm:kaptcha" maxlength="6" size="8" /></td></tr></tbody></table>
<input type="radio" name="loginForm:menu" value="M" checked="checked" />醫療相關選單 <input type="radio" name="loginForm:menu" value="A" />行政系統選單<br /><input id="loginForm:btnLogin" type="submit" name="loginForm:btnLogin" value="登  入" />"""))

    # ------------------------------------------------------------ inner
    COLS = [("enSurname", "english_surname", "英文姓", "ex:Chen(陳)"), ("enFirst", "english_given", "英文首名", "ex: Yi-Fen(怡芬)"), ("enMiddle", "english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填"),
            ("telO", "office_phone", "辦公室電話", "ex:61234或23123456"), ("telH", "home_phone", "住宅電話", "ex:0223123456"), ("telM", "mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")]

    def inner(self, q: Request) -> Response:
        self.strip(q)
        t = self.truth
        b, new = self.session(q, "HRS")
        if q.query.get("SESSION") in self.sso:
            b["sso"] = self.sso[q.query["SESSION"]]
        if b.get("sso") not in t.sessions or q.path != "/hrs/contact.jsf":
            return self.page(new, b, "連線失效", f'<a href="{self.urls["portal"]}/">請重新登入Portal</a>')
        if q.method == "POST":
            self.takes(q, **{"empForm:telM": "mobile_phone"})
            if not self.restored(q, b, "empForm"):
                return self.expired(self.urls["portal"])
            if not re.fullmatch(r"09\d{8}", q.get("empForm:telM")) or not all(q.has("empForm:" + c[0]) for c in self.COLS):
                b["msgs"].append(("error", "行動電話: 請輸入10碼門號"))
            else:
                for n, key, *_ in self.COLS:
                    t.saved_contact[key] = q.get("empForm:" + n)
                t.counts["contact_saved"] += 1
                b["msgs"].append(("info", "資料異動成功！"))
        rows = "".join(f'<tr class="rich-table-row"><td class="rich-table-cell">{w}：</td><td><input type="text" name="empForm:{n}" id="empForm:{n}" value="{escape(t.saved_contact.get(k, getattr(t.person, k)))}" maxlength="40" /> <span class="hint">{h}</span></td></tr>' for n, k, w, h in self.COLS)
        return self.page(new, b, "台大醫院---維護個人連絡資料", self.form(b, "empForm", q.path, f'<input type="submit" name="empForm:j_idt9" value="異動儲存" /><table class="rich-table"><tr><td>員工編號：</td><td>{t.person.employee_id}　姓名：{t.person.name}</td></tr>{rows}</table>')
                         + f'<a href="{self.urls["portal"]}/eip/pages/home.jsf">回功能選單</a>')

    # ------------------------------------------------------------ account
    def account(self, q: Request) -> Response:
        self.strip(q)
        t = self.truth
        b, new = self.session(q, "HELP")
        me = f"account:{b['id']}"
        if q.path == "/help/index.jsf" or q.path == "/":
            if q.path == "/":
                return self.send(new, b, redirect("/help/index.jsf"))
            if q.method == "POST":
                self.takes(q)
                if not self.restored(q, b, "idx"):
                    return self.expired("/")
                b["goal"] = "reset" if q.has("idx:reset") else "open"
                return redirect("/help/verify.jsf")
            return self.page(new, b, "帳號服務", '<h4>《規範》</h4><p>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</p><h4>《常見問題與服務》</h4><p>忘記密碼：請以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p>'
                             + self.form(b, "idx", q.path, "<p>" + self.command("idx", "open", "啟用網路帳號及首次雲端帳號密碼設定") + "</p><p>" + self.command("idx", "reset", "重置雲端服務密碼") + "</p>"))
        if q.path == "/help/verify.jsf":
            sent = False
            if q.method == "POST":
                self.takes(q, **{"vf:account": "employee_id", "vf:phone": "registered_phone", "vf:otp": "code"})
                if not self.restored(q, b, "vf"):
                    return self.expired("/")
                b["uid"] = q.get("vf:account")
                if b["uid"] != t.person.employee_id:
                    b["msgs"].append(("error", "查無此網路帳號"))
                elif q.has("vf:send"):
                    if q.get("vf:phone").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                        b["msgs"].append(("error", "輸入門號非帳號登記之手機門號"))
                    else:
                        b["otp"] = (t.new_message(), time.time())
                        sent = True
                elif q.has("vf:next"):
                    code, when = b.get("otp", ("", 0.0))
                    if code and code == q.get("vf:otp").strip() and time.time() - when <= 120:
                        del b["otp"]
                        t.counts["code_accepted"] += 1
                        t.sessions.add(me)
                        return redirect("/help/reset.jsf" if b.get("goal") == "reset" else "/help/alias.jsf")
                    t.counts["code_refused"] += 1
                    b["msgs"].append(("error", "動態碼逾時失效，請重新發送" if code and code == q.get("vf:otp").strip() else "動態碼驗證失敗"))
            note = """<div id="okPanel" class="rich-mpnl-body"><b>動態碼簡訊發送成功</b><p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p><input type="button" value="確定" onclick="Richfaces.hideModalPanel('okPanel')" /></div>""" if sent else ""
            title = "重置雲端服務密碼" if b.get("goal") == "reset" else "啟用網路帳號及首次雲端帳號密碼設定"
            return self.page(new, b, title, note + '<ul><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul>' + self.form(b, "vf", q.path, f"""<table border="0"><tr><td>網路帳號 / 主職員工編號</td><td><input type="text" id="vf:account" name="vf:account" maxlength="10" value="{escape(b.get("uid", ""))}" /></td><td><input type="button" value="發送簡訊動態碼" onclick="return Richfaces.showModalPanel('smsPanel')" /></td></tr>
<tr><td>簡訊(或MOTP)動態碼</td><td><input type="text" id="vf:otp" name="vf:otp" autocomplete="off" maxlength="8" /></td><td></td></tr><tr><td colspan="3" align="right"><input type="submit" name="vf:next" value="下一步" /></td></tr></table>
<div id="smsPanel" class="rich-mpnl-body" style="display:none"><table><tr><td>請輸入帳號登記的手機門號(10碼)</td></tr><tr><td><input type="text" name="vf:phone" id="vf:phone" maxlength="10" /></td></tr><tr><td><input type="submit" name="vf:send" value="確定發送" /> <input type="button" value="取消" onclick="return Richfaces.hideModalPanel('smsPanel')" /></td></tr></table></div>"""))
        if me not in t.sessions:
            return self.send(new, b, redirect("/help/verify.jsf"))
        reset = q.path == "/help/reset.jsf"
        if q.method == "POST":
            self.takes(q, **{"cf:mailName": "alias", "cf:cloudPwd": "cloud_password"})
            if not self.restored(q, b, "cf"):
                return self.expired("/")
            if q.has("cf:logout") or q.has("cf:cancel"):
                t.sessions.discard(me)
                t.counts["sign_out_account"] += 1
                return redirect("/help/index.jsf")
            name, pw = q.get("cf:mailName").strip(), q.get("cf:cloudPwd")
            why = ""
            if reset:
                why = "" if t.alias else "此帳號未曾啟用雲端服務"
            elif t.alias:
                why = "雲端服務帳號不可重複啟用"
            elif name.lower() == "taken.name":
                why = "此電子郵件名稱已有人使用"
            elif not re.fullmatch(r"[A-Za-z][\w.-]{2,63}", name, re.A):
                why = "電子郵件名稱不合規則(英文開頭,至少3字)"
            if not why and not (len(pw) >= 8 and re.search("[A-Za-z]", pw) and re.search(r"\d", pw)):
                why = "雲端服務密碼至少8碼且需含英文及數字"
            if why:
                b["msgs"].append(("error", why))
            else:
                t.cloud_password = pw
                if not reset:
                    t.alias = name
                    t.counts["activated"] += 1
                b["msgs"].append(("info", "雲端服務密碼重置完成" if reset else "雲端服務啟用完成，將於隔日生效"))
        p = t.person
        facts = "".join(f"<tr><td>{a}</td><td>{v}</td></tr>" for a, v in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        secret = '<tr><td>{}</td><td><input type="password" name="cf:cloudPwd" id="cf:cloudPwd" redisplay="false" /> 至少8碼，含英文及數字</td></tr>'
        out = '<input type="submit" name="cf:logout" value="登出" />'
        if reset:
            body = f'<table>{facts}{secret.format("新雲端服務密碼")}</table><input type="submit" name="cf:ok" value="確定重置" /> {out}'
        elif t.alias:
            body = f'<table>{facts}<tr><td>雲端服務帳號 (電子郵件名稱)</td><td>{escape(t.alias)}@ntuh.gov.tw</td></tr><tr><td>狀態</td><td>本帳號雲端服務業已啟用</td></tr></table>{out}'
        else:
            body = f"""<ol><li>雲端服務帳號為跨體系使用。</li><li>服務於設定完成隔日生效。</li></ol><table>{facts}<tr><td>雲端服務帳號<br />(電子郵件名稱)</td><td><input type="text" name="cf:mailName" id="cf:mailName" maxlength="64" value="{escape(q.get("cf:mailName"))}" />@ntuh.gov.tw 名稱長度限64字元內</td></tr>{secret.format("設定雲端服務密碼")}</table>
<input type="submit" name="cf:cancel" value="取消啟用" /> <input type="submit" name="cf:enable" value="啟用雲端服務" />"""
        return self.page(new, b, "重置雲端服務密碼" if reset else "設定密碼與郵件別名", self.form(b, "cf", q.path, body))

    # ------------------------------------------------------------ mail
    def mail(self, q: Request) -> Response:
        self.strip(q)
        t = self.truth
        b, new = self.session(q, "MAIL")
        me = f"mail:{b['id']}"
        if q.path == "/webmail/code.jpg":
            return self.send(new, b, Response(picture(t.new_captcha("abcdefghkmnprstuvwxyz2345678", 5), "JPEG"), kind="image/jpeg"))
        if q.method == "POST":
            self.takes(q, **{"ml:acct": "mail_account", "ml:pass": "mail_password", "ml:code": "captcha"})
            if q.path == "/webmail/inbox.jsf" and me in t.sessions and self.restored(q, b, "inbox"):
                t.sessions.discard(me)
                t.counts["sign_out_mail"] += 1
                return redirect("/webmail/login.jsf")
            if not self.restored(q, b, "ml"):
                return self.expired("/")
            if not self.right(q.get("ml:code")):
                b["msgs"].append(("error", "驗證碼錯誤"))
            elif not t.alias or q.get("ml:acct").strip().lower().split("@")[0] != t.alias.lower() or q.get("ml:pass") != t.cloud_password:
                b["msgs"].append(("error", "帳號密碼驗證失敗"))
            else:
                t.sessions.add(me)
                t.counts["mail_sign_in"] += 1
                return redirect("/webmail/inbox.jsf")
        if q.path == "/webmail/inbox.jsf" and me in t.sessions:
            return self.page(new, b, "收件匣 (1)", f'<p>{escape(t.alias)}@ntuh.gov.tw</p><table class="rich-table"><tr><th>寄件人</th><th>主旨</th></tr><tr><td>postmaster</td><td>歡迎使用本院電子信箱</td></tr></table>'
                             + self.form(b, "inbox", "/webmail/inbox.jsf", '<input type="submit" name="inbox:logout" value="登出信箱" />'))
        if q.path != "/webmail/login.jsf":
            return self.send(new, b, redirect("/webmail/login.jsf"))
        return self.page(new, b, "電子信箱", self.form(b, "ml", q.path, """<table><tr><td>帳號:</td><td><input type="text" name="ml:acct" /></td></tr><tr><td>密碼:</td><td><input type="password" name="ml:pass" /></td></tr>
<tr><td>驗證碼(小寫字母或數字):</td><td><input type="text" name="ml:code" size="6" maxlength="5" /><img src="/webmail/code.jpg" alt="code" /></td></tr></table>
<input type="checkbox" name="ml:keep" value="true" />記住登入資訊 (公用電腦請勿勾選)<br /><input type="submit" name="ml:go" value="登入" />""") + "<p>公佈欄：※如無法登入，請先至 help.ntuh.gov.tw 變更密碼</p>")

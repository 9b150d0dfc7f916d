"""A PHP 5 site of a hospital's own programmer: Smarty templates, jQuery Validate, one index.php with ?op=."""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from truth import Request, Response, Site, picture, redirect

LAYOUT = """<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=big5">
<title>{title}</title>
<!-- Smarty 2.6.26, compiled from {tpl} -->
<script type="text/javascript" src="js/vcheck.js"></script>
<style>label.error{{color:#c00;font-size:12px;margin-left:6px}} .msgbox{{border:1px solid #fc0;background:#ffc;padding:6px}} dl.frm dt{{float:left;width:190px;text-align:right;clear:left}} dl.frm dd{{margin-left:200px;margin-bottom:6px}}</style>
</head>
<body>
<div id="top"><h1>{title}</h1></div>
{msg}
{main}
<div id="foot"><small>資訊室系統開發組 維護 &nbsp; 本頁最佳瀏覽：IE8 以上</small></div>
</body>
</html>
"""

# A small stand-in for jquery.validate: it only shows and hides the labels that the page already has.
JS = """function vchk(f){var ok=true;var e=f.elements;for(var i=0;i<e.length;i++){
 if((' '+e[i].className+' ').indexOf(' required ')>=0){var l=document.getElementById('err_'+e[i].name);
  var bad=(e[i].value=='');if(l){l.style.display=bad?'inline':'none';}if(bad){ok=false;}}}
 return ok;}
function sh(id,on){document.getElementById(id).style.display=on?'block':'none';}
"""

CONTACT = [
    ("eng_lname", "english_surname", "英文姓", "ex:Chen(陳)"),
    ("eng_fname", "english_given", "英文首名", "ex: Yi-Fen(怡芬)"),
    ("eng_mname", "english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填"),
    ("tel_o", "office_phone", "辦公室電話", "ex:61234或23123456"),
    ("tel_h", "home_phone", "住宅電話", "ex:0223123456"),
    ("tel_m", "mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"),
]


class TheSite(Site):
    charset = "cp950"
    title = "php5_smarty_hospital"

    def __init__(self) -> None:
        super().__init__()
        self.users: dict[str, str] = {}
        self.tokens: dict[str, str] = {}
        self.flash: dict[str, str] = {}
        self.help: dict[str, dict[str, object]] = {}
        self.box: set[str] = set()

    # ---- what a programmer of PHP calls functions.inc.php
    def show(self, title: str, tpl: str, main: str, msg: str = "", headers: list[tuple[str, str]] | None = None) -> Response:
        note = f'<div class="msgbox">{msg}</div>' if msg else ""
        text = LAYOUT.format(title=title, tpl=tpl, msg=note, main=main)
        return Response(text, kind="text/html; charset=big5", headers=headers or [])

    def session(self, req: Request, name: str) -> tuple[str, list[tuple[str, str]]]:
        sid = req.cookies.get(name, "")
        if re.fullmatch("[0-9a-f]{26}", sid):
            return sid, []
        sid = secrets.token_hex(13)
        return sid, [("Set-Cookie", f"{name}={sid}; path=/")]

    def token(self, key: str) -> str:
        self.tokens[key] = secrets.token_hex(8)
        return f'<input type="hidden" name="form_token" value="{self.tokens[key]}">'

    def spent(self, req: Request, key: str) -> bool:
        return self.tokens.pop(key, None) != req.get("form_token") or not req.get("form_token")

    @staticmethod
    def jump(to: str, word: str) -> Response:
        return Response(f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=big5"><meta http-equiv="refresh" content="1;url={escape(to)}">'
                        f'</head><body>{word}<br><a href="{escape(to)}">若未自動轉頁請按這裡</a></body></html>', kind="text/html; charset=big5")

    @staticmethod
    def common(req: Request) -> Response | None:
        if req.path.endswith("/js/vcheck.js"):
            return Response(JS, kind="text/javascript; charset=big5")
        if req.path not in ("/", "/index.php", "/personal/index.php", "/captcha.php"):
            return Response("Not Found", 404)
        return None

    # ---- portal
    def portal(self, req: Request) -> Response:
        extra = self.common(req)
        if extra:
            return extra
        sid, head = self.session(req, "PHPSESSID")
        if req.path == "/captcha.php":
            return Response(picture(self.truth.new_captcha(), "PNG", (110, 32)), kind="image/png", headers=head)
        op = req.query.get("op", "login" if sid not in self.users else "main")
        if op == "chklogin" and req.method == "POST":
            return self.chklogin(req, sid, head)
        if op == "logout":
            if self.users.pop(sid, None):
                self.truth.sessions.discard("portal:" + sid)
                self.truth.counts["sign_out_portal"] += 1
            return self.jump("index.php?op=login", "您已登出系統")
        if op == "main" and sid in self.users:
            return self.main(sid)
        if op == "go" and sid in self.users and req.query.get("fn") in ("passwd", "contact"):
            return redirect(f"{self.urls['inner']}/personal/index.php?op={req.query['fn']}&SESSION={sid}")
        if op == "go" and sid in self.users:
            return self.show("醫療資訊系統", "nofunc.tpl", '<p><a href="index.php?op=main">回功能選單</a></p>', "此功能目前未開放實習人員使用")
        msg = self.flash.pop(sid, "")
        main = f"""<table width="760"><tr><td valign="top" width="300"><form action="index.php" method="get"><input type="hidden" name="op" value="search">
站內公告搜尋 <input type="text" name="q" size="10"><input type="submit" value="查"></form><ul><li>數位學習<li>KM系統<li>差勤系統<li>表單下載<li>網路掛號</ul></td><td>
<form name="loginform" id="loginform" method="post" action="index.php?op=chklogin" onsubmit="return vchk(this)">
{self.token('L' + sid)}
<fieldset><legend>登入 PORTAL</legend>
<dl class="frm"><dt>院區</dt><dd><select name="hosp"><option value="0">總院區</option><option value="2">北護分院</option><option value="6">雲林分院</option></select></dd>
<dt><label for="uid">帳號</label></dt><dd><input type="text" name="uid" id="uid" class="required" maxlength="6"><label id="err_uid" class="error" generated="true" style="display:none">此欄位必填</label></dd>
<dt><label for="upw">密碼</label></dt><dd><input type="password" name="upw" id="upw" class="required"><label id="err_upw" class="error" generated="true" style="display:none">此欄位必填</label></dd>
<dt><label for="vcode">驗證碼</label></dt><dd><input type="text" name="vcode" id="vcode" size="6" class="required" autocomplete="off"> <img src="captcha.php?r={secrets.randbelow(9999)}" alt="captcha" align="absmiddle"> <small>(不用區分大小寫)</small>
<label id="err_vcode" class="error" generated="true" style="display:none">此欄位必填</label></dd>
<dt>&nbsp;</dt><dd><input type="submit" name="send" value=" 送 出 "> <input type="reset" value="清除重填"></dd></dl></fieldset></form></td></tr></table>
<p>如無法登入，請撥資訊室分機261120</p>"""
        return self.show("台大醫院 醫療資訊系統", "login.tpl", main, msg, head)

    def chklogin(self, req: Request, sid: str, head: list[tuple[str, str]]) -> Response:
        self.takes(req, hosp="campus", uid="employee_id", upw="portal_password", vcode="captcha")
        want, self.truth.captcha = self.truth.captcha, ""
        wrong = ""
        if self.spent(req, "L" + sid):
            wrong = "頁面已過期，請重新登入"
        elif not want or req.get("vcode").upper() != want:
            wrong = "圖形驗證碼不對喔，請看清楚再輸入"
        elif req.get("hosp") not in ("0", "2", "6"):
            wrong = "院區不正確"
        elif req.get("uid") != self.truth.person.employee_id or req.get("upw") != self.truth.portal_password:
            wrong = "登入失敗：員工帳號不存在或密碼不符"
        if wrong:
            self.truth.counts["sign_in_refused"] += 1
            self.flash[sid] = wrong
            return redirect("index.php?op=login", *head)
        new = secrets.token_hex(13)
        self.users[new] = req.get("uid")
        self.truth.sessions.add("portal:" + new)
        self.truth.counts["sign_in"] += 1
        answer = self.jump("index.php?op=main", "登入中，請稍候...")
        answer.headers.append(("Set-Cookie", f"PHPSESSID={new}; path=/"))
        return answer

    def main(self, sid: str) -> Response:
        left = "".join(f'<li><a href="index.php?op=go&amp;fn={fn}">{t}</a>' for t, fn in
                       (("更改密碼", "passwd"), ("個人簽章提醒設定", "sign"), ("薪資所得免稅額申報表", "tax"), ("員工待遇福利查詢", "salary"),
                        ("查詢員工連絡資料", "qcontact"), ("維護個人連絡資料", "contact"), ("個人就醫紀錄查詢", "med"), ("行動憑證申請", "cert")))
        main = f"""<p>{self.truth.person.name} 您好!　|　<a href="index.php?op=logout">登出系統</a></p>
<p>醫療系統 - 醫療支援 - 其他資源 - 數位學習 - 資訊安全 - 行政系統 - <b>個人管理</b></p><ul id="menu">{left}</ul>
<h3>全院公告 2</h3><table border="1" cellspacing="0"><tr><th>日期<th>標題<tr><td>2026/11/18<td>冬季流感疫苗接種開始<tr><td>2026/10/02<td>維護個人資料安全，請勿共用帳號</table>"""
        return self.show("個人管理", "main.tpl", main)

    # ---- personal pages, on another host
    def inner(self, req: Request) -> Response:
        extra = self.common(req)
        if extra:
            return extra
        if req.method == "POST":
            self.takes(req, pw0="old_password", pw1="new_password", pw2="new_password_again", tel_m="mobile_phone")
        sid = req.query.get("SESSION", "")
        if sid not in self.users:
            return self.jump(self.urls["portal"] + "/index.php?op=login", "尚未登入或閒置過久")
        foot = f"""<p>[<a href="{self.urls['portal']}/index.php?op=main">回功能選單</a>] [<a href="{self.urls['portal']}/index.php?op=logout">登出系統</a>]</p>"""
        op, msg = req.query.get("op", ""), ""
        if op == "passwd_do" and req.method == "POST":
            one, two = req.get("pw1"), req.get("pw2")
            if self.spent(req, "P" + sid):
                msg = "表單已過期，請重新填寫"
            elif req.get("pw0") != self.truth.portal_password:
                msg = "您輸入的舊密碼不對"
            elif len(one) < 8 or not re.search("[a-zA-Z]", one) or not re.search(r"\d", one):
                msg = "新密碼不合規定：長度不可少於8個字元，且需包含英文及數字"
            elif one != two:
                msg = "新密碼兩次不一樣"
            if msg:
                self.truth.counts["password_refused"] += 1
            else:
                self.truth.portal_password = one
                self.truth.counts["password_changed"] += 1
                return self.show("更改密碼", "passwd_ok.tpl", f"<h2>OK! 密碼更新完畢</h2><p>請牢記您的新密碼。</p>{foot}")
        if op in ("passwd", "passwd_do"):
            rows = "".join(f"""<dt>{t}：</dt><dd><input type="password" name="{n}" id="{n}" class="required"><label id="err_{n}" class="error" for="{n}" style="display:none">此欄位必填</label></dd>"""
                           for t, n in (("請輸入舊密碼", "pw0"), ("請輸入新密碼", "pw1"), ("請再輸入新密碼", "pw2")))
            main = f"""<h2>更改密碼</h2><form method="post" action="index.php?op=passwd_do&amp;SESSION={sid}" onsubmit="return vchk(this)">{self.token('P' + sid)}
<dl class="frm">{rows}<dt>密碼強度檢核：</dt><dd><img src="img/strength.gif" alt="--"></dd><dt>&nbsp;</dt><dd><button type="submit">確認變更</button></dd></dl></form>
<p>密碼設定條件：<br>1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字</p>{foot}"""
            return self.show("個人管理", "passwd.tpl", main, msg)
        if op == "contact_do" and req.method == "POST":
            posted = {key: req.get(n).strip() for n, key, _, _ in CONTACT}
            if self.spent(req, "C" + sid):
                msg = "表單已過期，請重新填寫"
            elif not re.fullmatch(r"09\d{8}", posted["mobile_phone"]):
                msg = "行動電話請輸入09開頭10碼數字"
            elif req.get("empno") != self.truth.person.employee_id:
                msg = "員工編號不符"
            else:
                self.truth.saved_contact = posted
                self.truth.counts["contact_saved"] += 1
                msg = "您的連絡資料已經更新 (%s)" % time.strftime("%Y-%m-%d %H:%M")
        if op in ("contact", "contact_do"):
            rows = ""
            for n, key, label, hint in CONTACT:
                value = self.truth.saved_contact.get(key, getattr(self.truth.person, key))
                must = " class=required" if n == "tel_m" else ""
                rows += f"""<tr><td align="right" nowrap>{label}：<td><input type="text" name="{n}"{must} value="{escape(value)}" maxlength="30"> <font color="#666666">{hint}</font>"""
            main = f"""<h2>台大醫院---維護個人連絡資料</h2><form method="post" action="index.php?op=contact_do&amp;SESSION={sid}" onsubmit="return vchk(this)">{self.token('C' + sid)}
<input type="submit" name="save" value="異動儲存"><label id="err_tel_m" class="error" style="display:none">行動電話必填</label>
<table><tr><td align="right">員工編號：<td><input type="text" name="empno" value="{self.truth.person.employee_id}" readonly size="8"> 姓名：{self.truth.person.name}{rows}</table></form>{foot}"""
            return self.show("個人管理", "contact.tpl", main, msg)
        return self.show("個人管理", "none.tpl", foot, "無此功能")

    # ---- account site
    def account(self, req: Request) -> Response:
        extra = self.common(req)
        if extra:
            return extra
        if req.method == "POST":
            self.takes(req, acc="employee_id", regphone="registered_phone", otp="code", mailname="alias", cpw="cloud_password", cpw2="cloud_password_again")
        sid, head = self.session(req, "HELPSID")
        mem = self.help.setdefault(sid, {})
        op = req.query.get("op", "home")
        if op in ("first", "reset"):
            return self.otp_page(req, sid, mem, op, "", head)
        if op == "sms" and req.method == "POST":
            return self.ask_phone(req, sid, mem)
        if op == "smssend" and req.method == "POST":
            if self.spent(req, "S" + sid) or "acc" not in mem:
                return self.jump("index.php", "作業逾時")
            if req.get("act") == "cancel":
                return redirect(f"index.php?op={mem['flow']}")
            if req.get("regphone") != self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone):
                return self.phone_page(sid, "手機門號與本院登記資料不同，簡訊未送出")
            self.truth.new_message()
            mem["at"] = time.time()
            mem["sms"] = self.truth.messages[-1]
            return self.show("動態碼簡訊發送成功", "smsok.tpl", f"""<p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p>
<form action="index.php" method="get"><input type="hidden" name="op" value="{mem['flow']}"><input type="submit" value="確定"></form>""")
        if op == "otpchk" and req.method == "POST":
            return self.otpchk(req, sid, mem, head)
        if op == "bye":
            if mem.get("ok"):
                self.truth.sessions.discard(f"account:{mem['ok']}")
                self.truth.counts["sign_out_account"] += 1
            mem.clear()
            return self.jump("index.php", "已離開，謝謝使用")
        if op in ("alias", "alias_do", "newpw", "newpw_do"):
            if not mem.get("ok"):
                return self.jump("index.php", "請先進行身分驗證")
            return self.alias(req, sid, mem, op) if op.startswith("alias") else self.newpw(req, sid, op)
        main = """<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<p>適用功能：本院雲端服務、電子郵件信箱、VPN、數位學習及院內非Portal之業務</p><h2>《規範》</h2><ul><li>網路帳號為院內眾多服務之通用帳號與密碼，不可借用
<li>請勿冒用院內同仁申請網路帳號<li>請注意此帳號密碼與醫療行政系統(Portal)不同</ul>
<h2>《常見問題與服務》</h2><p><b>密碼修改後多久可以生效</b><br>即時生效。</p><p><b>忘記密碼</b><br>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p>
<hr><p><a href="index.php?op=first"><b>[啟用網路帳號及首次雲端帳號密碼設定]</b></a><br>啟用本院微軟相關服務，如：Office365, Outlook...</p>
<p><a href="index.php?op=reset"><b>[重置雲端服務密碼]</b></a><br>重設非Portal帳號的密碼：Email, 無線網路, KM, TMS, VPN密碼</p>
<p><a href="index.php?op=vpn"><b>[總院廠商VPN展延申請]</b></a></p>"""
        return self.show("台大醫院 網路帳號服務", "home.tpl", main, "VPN展延請洽廠商窗口" if op == "vpn" else "", head)

    def otp_page(self, req: Request, sid: str, mem: dict[str, object], op: str, msg: str, head: list[tuple[str, str]]) -> Response:
        mem["flow"] = op
        name = {"first": "啟用網路帳號及首次雲端帳號密碼設定", "reset": "重置雲端服務密碼"}[op]
        main = f"""<h2>{name}</h2><p>注意事項</p><ol><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。<li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<li>請輸入帳號與簡訊動態碼後按「下一步」。</ol>
<form name="otp" method="post" action="index.php?op=otpchk">{self.token('O' + sid)}
<table border="1" cellspacing="0" cellpadding="4"><tr><td>網路帳號 / 主職員工編號<td><input type="text" name="acc" maxlength="6" value="{escape(str(mem.get('acc', '')))}">
<input type="button" value="發送簡訊動態碼" onclick="this.form.action='index.php?op=sms';this.form.submit();">
<noscript><button type="submit" formaction="index.php?op=sms">發送簡訊動態碼</button></noscript>
<tr><td>簡訊(或MOTP)動態碼<td><input type="text" name="otp" maxlength="6" autocomplete="off">
<tr><td>&nbsp;<td><input type="submit" name="next" value="下一步"></table></form><p><a href="index.php">回首頁</a></p>"""
        return self.show("身分驗證", "otp.tpl", main, msg, head)

    def ask_phone(self, req: Request, sid: str, mem: dict[str, object]) -> Response:
        if self.spent(req, "O" + sid) or "flow" not in mem:
            return self.jump("index.php", "作業逾時，請重新進入")
        if req.get("acc").strip() != self.truth.person.employee_id:
            return self.otp_page(req, sid, mem, str(mem["flow"]), "查不到這個員工編號，請再確認", [])
        mem["acc"] = req.get("acc").strip()
        return self.phone_page(sid, "")

    def phone_page(self, sid: str, msg: str) -> Response:
        return self.show("身分驗證", "phone.tpl", f"""<form method="post" action="index.php?op=smssend">{self.token('S' + sid)}
<p>請輸入帳號登記的手機門號(10碼)<br><input type="text" name="regphone" maxlength="10" size="14"></p>
<button type="submit" name="act" value="send">確定發送</button> <button type="submit" name="act" value="cancel">取消</button></form>""", msg)

    def otpchk(self, req: Request, sid: str, mem: dict[str, object], head: list[tuple[str, str]]) -> Response:
        if self.spent(req, "O" + sid) or "flow" not in mem:
            return self.jump("index.php", "作業逾時，請重新進入")
        flow, msg = str(mem["flow"]), ""
        if not mem.get("sms") or req.get("acc").strip() != mem.get("acc"):
            msg = "請先按「發送簡訊動態碼」取得動態碼"
        elif time.time() - float(str(mem["at"])) > 120:
            msg = "這組動態碼已經過期(超過2分鐘)，請重新取得"
        elif req.get("otp").strip() != mem["sms"]:
            msg = "動態碼不符，請重新輸入"
        if msg:
            self.truth.counts["code_refused"] += 1
            return self.otp_page(req, sid, mem, flow, msg, head)
        mem.pop("sms")
        if mem.get("ok"):
            self.truth.sessions.discard(f"account:{mem['ok']}")
        mem["ok"] = secrets.token_hex(6)
        self.truth.sessions.add(f"account:{mem['ok']}")
        self.truth.counts["code_accepted"] += 1
        return self.jump("index.php?op=alias" if flow == "first" else "index.php?op=newpw", "驗證通過")

    def alias(self, req: Request, sid: str, mem: dict[str, object], op: str) -> Response:
        msg, who = "", self.truth.person
        if op == "alias_do" and req.method == "POST":
            name = req.get("mailname").strip()
            if self.spent(req, "A" + sid):
                msg = "表單已過期，請重新填寫"
            elif req.get("act") == "cancel":
                return redirect("index.php?op=bye")
            elif self.truth.alias:
                msg = "您的帳號已經啟用，不可再次設定"
            elif not re.fullmatch(r"[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}", name):
                msg = "名稱只能用英文、數字、點、底線或減號"
            elif name.lower() == "taken.name":
                msg = "很抱歉，這個名稱已經有人使用"
            else:
                self.truth.alias, self.truth.cloud_password = name, who.national_id
                self.truth.counts["activated"] += 1
                return self.show("設定完成", "aliasok.tpl", f"""<h2>恭喜! 您的雲端服務帳號為 {escape(name)}@ntuh.gov.tw</h2>
<p>服務於設定完成隔日生效。雲端服務密碼預設為身分證號（英文字母大寫），請由首頁「重置雲端服務密碼」自行變更。</p><p><a href="index.php?op=bye">離開</a></p>""")
        if self.truth.alias:
            last = f"<tr><td>電子郵件名稱<td>{escape(self.truth.alias)}@ntuh.gov.tw<tr><td>狀態<td>已啟用 (不能修改)"
        else:
            last = """<tr><td>雲端服務帳號 (電子郵件名稱)<td><input type="text" name="mailname" maxlength="64">@ntuh.gov.tw <small>名稱長度限64字元內</small>
<tr><td colspan="2" align="center"><button type="submit" name="act" value="cancel">取消啟用</button> <button type="submit" name="act" value="ok">啟用雲端服務</button><br>服務於設定完成隔日生效"""
        main = f"""<h2>設定密碼與郵件別名</h2><p>雲端服務帳號說明：<br>1. 雲端服務帳號為跨體系使用。<br>2. 服務於設定完成隔日生效。</p>
<form method="post" action="index.php?op=alias_do">{self.token('A' + sid)}<table border="1" cellspacing="0" cellpadding="4">
<tr><td>網路帳號 / 主職員工編號<td>{who.employee_id}<tr><td>帳號姓名<td>{who.name}<tr><td>主職單位<td>{who.unit}<tr><td>有效期限<td>{who.valid_until}{last}</table></form>
<p><a href="index.php?op=bye">離開</a></p>"""
        return self.show("網路帳號服務", "alias.tpl", main, msg)

    def newpw(self, req: Request, sid: str, op: str) -> Response:
        msg = ""
        if op == "newpw_do" and req.method == "POST":
            new = req.get("cpw")
            if self.spent(req, "N" + sid):
                msg = "表單已過期，請重新填寫"
            elif not self.truth.alias:
                msg = "尚未啟用雲端服務，請先啟用網路帳號"
            elif len(new) < 8 or not re.search("[a-zA-Z]", new) or not re.search(r"\d", new):
                msg = "密碼至少8碼，需有英文及數字"
            elif new != req.get("cpw2"):
                msg = "兩次密碼不一樣"
            else:
                self.truth.cloud_password = new
                return self.show("重置完成", "newpwok.tpl", '<h2>雲端服務密碼已經換新</h2><p><a href="index.php?op=bye">離開</a></p>')
        main = f"""<h2>重置雲端服務密碼</h2><form method="post" action="index.php?op=newpw_do">{self.token('N' + sid)}
<p>新雲端服務密碼：<input type="password" name="cpw"> <small>至少8碼，需有英文及數字</small></p><p>再次輸入新密碼：<input type="password" name="cpw2"></p><input type="submit" value="確定重置"></form>
<p><a href="index.php?op=bye">離開</a></p>"""
        return self.show("網路帳號服務", "newpw.tpl", main, msg)

    # ---- webmail
    def mail(self, req: Request) -> Response:
        extra = self.common(req)
        if extra:
            return extra
        sid, head = self.session(req, "WMSID")
        if req.path == "/captcha.php":
            return Response(picture(self.truth.new_captcha("abcdefghkmnprstuvwxyz2345678", 4), "JPEG", (90, 30)), kind="image/jpeg", headers=head)
        op, msg = req.query.get("op", ""), ""
        if op == "auth" and req.method == "POST":
            self.takes(req, m_user="mail_account", m_pass="mail_password", m_chk="captcha")
            want, self.truth.captcha = self.truth.captcha, ""
            if self.spent(req, "M" + sid) or not want or req.get("m_chk") != want:
                msg = "驗證碼不對，請重新輸入"
            elif not self.truth.alias or req.get("m_user").strip().split("@")[0] != self.truth.alias or req.get("m_pass") != self.truth.cloud_password:
                msg = "登入失敗，帳號或密碼有誤"
            else:
                self.box.add(sid)
                self.truth.sessions.add("mail:" + sid)
                self.truth.counts["mail_sign_in"] += 1
                return redirect("index.php?op=inbox", *head)
        if op == "logout" and sid in self.box:
            self.box.discard(sid)
            self.truth.sessions.discard("mail:" + sid)
            self.truth.counts["sign_out_mail"] += 1
            return self.jump("index.php", "已登出信箱")
        if op == "inbox" and sid in self.box:
            return self.show("WebMail", "inbox.tpl", f"""<p>{escape(self.truth.alias)} | <a href="index.php?op=inbox">收信</a> | <a href="index.php?op=logout">登出</a></p>
<h2>收件匣 (1)</h2><table border="1"><tr><th>寄件人<th>主旨<tr><td>postmaster<td>歡迎使用本院電子信箱</table>""")
        main = f"""<form method="post" action="index.php?op=auth">{self.token('M' + sid)}<table><tr><td>帳號:<td><input type="text" name="m_user"> @ntuh.gov.tw
<tr><td>密碼:<td><input type="password" name="m_pass"><tr><td>驗證碼(小寫字母或數字):<td><input type="text" name="m_chk" size="5" autocomplete="off"> <img src="captcha.php" alt="">
<tr><td><td><input type="checkbox" name="m_keep" value="1"> 記住登入資訊 (公用電腦請勿勾選)<tr><td><td><input type="submit" value="登入信箱"></table></form>
<h3>公佈欄</h3><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p>"""
        return self.show("WebMail", "mlogin.tpl", main, msg, head)

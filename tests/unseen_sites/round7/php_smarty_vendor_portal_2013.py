"""A vendor's PHP portal of 2013: Smarty templates with the developers' comments, index.php?m=&a=, a tree on the left, tabs."""

from __future__ import annotations

import re
import secrets
import time
from html import escape as e

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

TOP = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>{title}</title><link href="templates/default/css/main.css" rel="stylesheet" type="text/css" />
<script type="text/javascript" src="js/jquery-1.7.2.min.js"></script>
<script type="text/javascript">
// 切換頁籤
function tab(n){{for(var i=1;i<5;i++){{var o=document.getElementById('tab'+i);if(o)o.style.display=(i==n)?'':'none';}}return false;}}
// 顯示圖層
function layer(id,on){{document.getElementById(id).style.display=on?'block':'none';}}
</script>
</head><body><!-- header.tpl 開始 -->
"""
END = "\n<!-- footer.tpl 開始 --><div id='footer'>本系統由宏智資訊維護 最佳瀏覽解析度 1024x768</div><!-- footer.tpl 結束 --></body></html>"


class TheSite(Site):
    title = "php_smarty_vendor_portal_2013"

    def __init__(self) -> None:
        super().__init__()
        self.sess: dict[str, dict] = {}
        self.sso: dict[str, str] = {}

    # -------------------------------------------------- 共用函式
    def show(self, title: str, body: str, *head: tuple[str, str]) -> Response:
        return Response(TOP.format(title=title) + body + END, headers=[("X-Powered-By", "PHP/5.3.17"), ("Cache-Control", "no-store, no-cache, must-revalidate"), *head])

    def message(self, text: str, to: str, word: str = "返回", *head: tuple[str, str]) -> Response:
        return self.show("系統訊息", f"""<meta http-equiv="refresh" content="3;url={to}" /><!-- showmsg.tpl --><table class="msgbox" align="center" border="1"><tr><th>系統訊息</th></tr><tr><td>{e(text)}</td></tr>
<tr><td><a href="{to}">{word}</a> (3秒後自動跳轉)</td></tr></table>""", *head)

    @staticmethod
    def back(text: str, to: str) -> Response:
        """Old habit: alert and away."""
        return Response(f'<meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><script type="text/javascript">alert("{text}");window.location.href="{to}";</script>')

    def start_session(self, r: Request, name: str) -> tuple[str, dict, list]:
        sid = r.cookies.get(name, "")
        if sid in self.sess:
            return sid, self.sess[sid], []
        sid = secrets.token_hex(13)
        self.sess[sid] = {"hash": secrets.token_hex(4)}
        return sid, self.sess[sid], [("Set-Cookie", f"{name}={sid}; path=/")]

    @staticmethod
    def hidden(s: dict) -> str:
        return f'<input type="hidden" name="formhash" value="{s["hash"]}" />'

    @staticmethod
    def forged(r: Request, s: dict) -> bool:
        return r.get("formhash") != s["hash"]

    def static(self, r: Request) -> Response | None:
        if r.path.endswith((".css", ".js")):
            return Response("", kind="text/css" if r.path.endswith("css") else "text/javascript")
        return None

    # -------------------------------------------------- portal
    def portal(self, r: Request) -> Response:
        t = self.truth
        if (x := self.static(r)):
            return x
        sid, s, ck = self.start_session(r, "PHPSESSID")
        if r.path == "/include/vcode.php":
            return Response(picture(t.new_captcha(), "PNG"), kind="image/png", headers=ck)
        if r.path != "/index.php":
            return redirect("/index.php?m=login", *ck)
        m, a = r.query.get("m", ""), r.query.get("a", "")
        if m == "login":
            return self.check(r, sid, s) if a == "check" and r.method == "POST" else self.login(s, ck)
        if f"portal:{sid}" not in t.sessions:
            return self.back("請先登入系統", "index.php?m=login")
        if m == "logout":
            t.sessions.discard(f"portal:{sid}")
            t.counts["sign_out_portal"] += 1
            self.sess.pop(sid)
            return self.message("您已登出本系統", "index.php?m=login", "回登入頁")
        if m == "user" and a == "pwd":
            return self.shell("更改密碼", s, f"""<!-- 修改密碼表單 --><form name="pwdform" method="post" action="index.php?m=user&amp;a=pwdsave">{self.hidden(s)}<table class="tb">
<tr><th>請輸入舊密碼：</th><td><input type="password" name="oldpwd" class="inp" /></td></tr><tr><th>請輸入新密碼：</th><td><input type="password" name="newpwd" class="inp" /></td></tr>
<tr><th>請再輸入新密碼：</th><td><input type="password" name="renewpwd" class="inp" /></td></tr><tr><th>密碼強度檢核：</th><td><span id="lv">　</span></td></tr></table>
密碼設定條件：<ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol><input type="submit" class="btn" value=" 確 認 " /> <input type="reset" class="btn" value=" 重 填 " /></form><a href="index.php?m=main">回功能選單</a>""")
        if m == "user" and a == "pwdsave" and r.method == "POST":
            self.takes(r, oldpwd="old_password", newpwd="new_password", renewpwd="new_password_again")
            old, new, again, why = r.get("oldpwd"), r.get("newpwd"), r.get("renewpwd"), ""
            if self.forged(r, s):
                why = "表單驗證失敗，請重新整理"
            elif old != t.portal_password:
                why = "舊密碼不對喔！"
            elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                why = "新密碼長度不足或未含英文及數字！"
            elif new != again:
                why = "新密碼與確認密碼不符！"
            if why:
                t.counts["password_refused"] += 1
                return self.back(why, "index.php?m=user&a=pwd")
            t.portal_password = new
            t.counts["password_changed"] += 1
            return self.message("密碼修改完畢", "index.php?m=main", "回功能選單")
        if m == "main":
            return self.shell("首頁", s, """<!-- 頁籤 --><ul class="tabs"><li><a href="#" onclick="return tab(1)">全院公告</a></li><li><a href="#" onclick="return tab(2)">待簽核</a></li><li><a href="#" onclick="return tab(3)">常用連結</a></li></ul>
<div id="tab1"><table class="tb"><tr><th>日期</th><th>標題</th></tr><tr><td>2013/10/21</td><td>請同仁填報免稅額申報表</td></tr></table></div><div id="tab2" style="display:none">差勤待簽 0</div><div id="tab3" style="display:none"><a href="#">KM系統</a></div>""")
        return self.shell("提示", s, "功能建置中")

    def login(self, s: dict, ck: list) -> Response:
        return self.show("台大醫院 PORTAL", f"""<div id="hd">院外網 | 院內網 | 數位學習 | KM系統 | 表單下載</div><form name="sform" action="index.php" method="get"><input type="hidden" name="m" value="login" /><input type="text" name="kw" value="站內搜尋" /></form>
<!-- 登入表單 開始 --><script type="text/javascript">
function chkLogin(){{var f=document.loginform;if(f.userid.value==''){{alert('請輸入帳號');return;}}if(f.passwd.value==''){{alert('請輸入密碼');return;}}f.submit();}}
</script><form name="loginform" method="post" action="index.php?m=login&amp;a=check">{self.hidden(s)}<table class="login">
<tr><td>院區</td><td><input type="radio" name="branch" value="T0" checked="checked" />總院區 <input type="radio" name="branch" value="T2" />北護 <input type="radio" name="branch" value="Y0" />雲林</td></tr>
<tr><td>帳　號：</td><td><input type="text" name="userid" size="12" maxlength="10" /></td></tr><tr><td>密　碼：</td><td><input type="password" name="passwd" size="12" /></td></tr>
<tr><td>驗證碼：</td><td><input type="text" name="vcode" size="6" maxlength="6" /> <img src="include/vcode.php?{secrets.randbelow(10**6)}" title="看不清楚？點一下" alt="" style="cursor:pointer" onclick="this.src='include/vcode.php?'+Math.random()" /><br />(不用區分大小寫)</td></tr>
<tr><td colspan="2"><input type="button" class="btn" value=" 登 入 " onclick="chkLogin()" /></td></tr></table></form><!-- 登入表單 結束 -->""", *ck)

    def check(self, r: Request, sid: str, s: dict) -> Response:
        t = self.truth
        self.takes(r, branch="campus", userid="employee_id", passwd="portal_password", vcode="captcha")
        right, t.captcha = t.captcha, ""
        why = ""
        if self.forged(r, s) or r.get("branch") not in ("T0", "T2", "Y0"):
            why = "非法提交，請重新整理頁面"
        elif not right or r.get("vcode").strip().upper() != right:
            why = "驗證碼填寫錯誤"
        elif r.get("userid").strip() != t.person.employee_id or r.get("passwd") != t.portal_password:
            why = "帳號或密碼填寫錯誤"
        if why:
            t.counts["sign_in_refused"] += 1
            return self.back(why, "index.php?m=login")
        t.sessions.add(f"portal:{sid}")
        t.counts["sign_in"] += 1
        s["sso"] = secrets.token_hex(16)
        self.sso[s["sso"]] = sid
        return self.message("登入成功，歡迎您", "index.php?m=main", "如瀏覽器沒有自動跳轉請點這裡")

    def shell(self, title: str, s: dict, body: str) -> Response:
        """layout.tpl"""
        link = f"{self.urls['inner']}/hr/index.php?m=contact&amp;SESSION={s['sso']}"
        return self.show(title, f"""<div id="hd">台大醫院 PORTAL　{self.truth.person.name} 您好!　<a href="index.php?m=logout">登出系統</a></div><table width="100%"><tr><td width="190" valign="top"><!-- 左側樹狀選單 -->
<ul class="tree"><li><span class="folder" onclick="$(this).next().toggle()">醫療系統</span><ul style="display:none"><li><a href="index.php?m=opd">門診</a></li></ul></li><li><span class="folder">行政系統</span></li>
<li><span class="folder" onclick="$(this).next().toggle()">個人管理</span><ul><li><img src="images/page.gif" alt="" /><a href="index.php?m=user&amp;a=pwd">更改密碼</a></li><li><a href="index.php?m=sign">個人簽章提醒設定</a></li>
<li><a href="index.php?m=qry">查詢員工連絡資料</a></li><li><img src="images/page.gif" alt="" /><a href="{link}">維護個人連絡資料</a></li></ul></li></ul></td>
<td valign="top"><div class="nav">目前位置：首頁 &gt; {title}</div>{body}</td></tr></table>""")

    # -------------------------------------------------- inner
    def inner(self, r: Request) -> Response:
        t = self.truth
        if (x := self.static(r)):
            return x
        key = r.query.get("SESSION", "")
        sid = self.sso.get(key, "")
        if f"portal:{sid}" not in t.sessions or r.path != "/hr/index.php":
            return self.back("連線已失效", self.urls["portal"] + "/index.php?m=login")
        s = self.sess[sid]
        cols = {"ename1": ("english_surname", "英文姓：", "ex:Chen(陳)"), "ename2": ("english_given", "英文首名：", "ex: Yi-Fen(怡芬)"), "ename3": ("english_middle", "英文中名：", "ex:Mary 為英文別名，如無，可不填"),
                "otel": ("office_phone", "辦公室電話：", "ex:61234或23123456"), "htel": ("home_phone", "住宅電話：", "ex:0223123456"), "mobile": ("mobile_phone", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")}
        now = {n: t.saved_contact.get(k, getattr(t.person, k)) for n, (k, _, _) in cols.items()}
        said = ""
        if r.method == "POST":
            self.takes(r, mobile="mobile_phone")
            now = {n: r.get(n).strip() for n in cols}
            if self.forged(r, s):
                said = "表單驗證失敗，未儲存"
            elif not re.fullmatch(r"09\d{8}", now["mobile"]):
                said = "行動電話格式不符，未儲存"
            else:
                t.saved_contact.update({cols[n][0]: v for n, v in now.items()})
                t.counts["contact_saved"] += 1
                said = "您的連絡資料已經更新"
        rows = {n: f'<tr><th>{lab}</th><td><input type="text" name="{n}" value="{e(now[n])}" /> <span class="tip">{tip}</span></td></tr>' for n, (_, lab, tip) in cols.items()}
        return self.show("維護個人連絡資料", f"""<h3>台大醫院---維護個人連絡資料</h3><div class="notice">{said}</div><form name="cform" method="post" action="index.php?m=contact&amp;SESSION={key}">{self.hidden(s)}
<button type="submit"><img src="images/save.gif" alt="" /> 異動儲存</button><p>員工編號：{t.person.employee_id}　姓名：{t.person.name}</p><ul class="tabs"><li><a href="#" onclick="return tab(1)">英文姓名</a></li><li><a href="#" onclick="return tab(2)">電話</a></li></ul>
<table id="tab1">{rows["ename1"]}{rows["ename2"]}{rows["ename3"]}</table><table id="tab2">{rows["otel"]}{rows["htel"]}{rows["mobile"]}</table></form><a href="{self.urls['portal']}/index.php?m=main">回功能選單</a>""")

    # -------------------------------------------------- account
    def account(self, r: Request) -> Response:
        t = self.truth
        if (x := self.static(r)):
            return x
        sid, s, ck = self.start_session(r, "HELPSESS")
        if r.path not in ("/", "/account.php"):
            return Response("Not Found", 404)
        act = r.query.get("act", "")
        if act in ("open", "reset"):
            s["act"] = act
            return self.verify(s, "", "", ck)
        if act == "verify" and r.method == "POST":
            return self.proof(r, sid, s)
        if f"account:{sid}" in t.sessions:
            if act == "quit":
                t.sessions.discard(f"account:{sid}")
                t.counts["sign_out_account"] += 1
                self.sess.pop(sid)
                return self.message("已登出帳號服務", "account.php", "回首頁")
            if act == "set":
                return self.alias(r, s)
            if act == "newpw":
                return self.newpw(r, s)
        elif act:
            return self.back("請先進行身分驗證", "account.php")
        return self.show("帳號服務", """<h2>帳號服務</h2><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><ul class="tabs"><li><a href="#" onclick="return tab(1)">《規範》</a></li><li><a href="#" onclick="return tab(2)">《常見問題與服務》</a></li></ul>
<div id="tab1"><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p></div><div id="tab2" style="display:none"><p>密碼修改後多久可以生效：即時生效。</p><p>忘記密碼：請親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></div>
<div class="btns"><a class="btn" href="account.php?act=open">啟用網路帳號及首次雲端帳號密碼設定</a><br />啟用本院微軟相關服務<br /><a class="btn" href="account.php?act=reset">重置雲端服務密碼</a><br />重設非Portal帳號的密碼<br /><a class="btn" href="#">總院廠商VPN展延申請</a></div>""", *ck)

    def verify(self, s: dict, emp: str, said: str, ck: list, panel: bool = False) -> Response:
        title = "重置雲端服務密碼" if s.get("act") == "reset" else "啟用網路帳號及首次雲端帳號密碼設定"
        return self.show(title, f"""<h3>進行身分驗證</h3><div class="box"><b>注意事項</b><br />電子郵件別名第一次設定之後則不能修改，請慎重選擇。<br />按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</div><h4>{title}</h4><div class="notice">{said}</div>
<form name="vform" method="post" action="account.php?act=verify">{self.hidden(s)}<table class="tb"><tr><th>網路帳號 / 主職員工編號</th><td><input type="text" name="empno" value="{e(emp)}" maxlength="6" /> <input type="button" value="發送簡訊動態碼" onclick="layer('smsbox',true)" /></td></tr>
<tr><th>簡訊(或MOTP)動態碼</th><td><input type="text" name="otp" maxlength="6" /></td></tr></table><input type="submit" name="next" value="下一步" />
<!-- 簡訊視窗 --><div id="smsbox" class="layer" style="display:{'block' if panel else 'none'}"><p>請輸入帳號登記的手機門號(10碼)</p><input type="text" name="gsm" maxlength="10" /><br /><input type="submit" name="sendsms" value="確定發送" /> <input type="button" value="取消" onclick="layer('smsbox',false)" /></div>
</form><a href="account.php">回首頁</a>""", *ck)

    def proof(self, r: Request, sid: str, s: dict) -> Response:
        t = self.truth
        self.takes(r, empno="employee_id", otp="code", gsm="registered_phone")
        emp = r.get("empno").strip()
        if self.forged(r, s):
            return self.back("表單驗證失敗，請重新操作", "account.php")
        if r.has("sendsms"):
            if emp != t.person.employee_id:
                return self.verify(s, emp, "查無此帳號資料", [])
            if r.get("gsm").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                return self.verify(s, emp, "手機門號不符，請重新輸入", [], True)
            s["otp"], s["time"] = t.new_message(), time.time()
            return self.verify(s, emp, "動態碼簡訊發送成功！請將簡訊動態碼輸入後，按「下一步」", [])
        good = bool(s.get("otp")) and emp == t.person.employee_id and r.get("otp").strip() == s["otp"]
        if good and time.time() - s["time"] <= 120:
            s.pop("otp")
            t.sessions.add(f"account:{sid}")
            t.counts["code_accepted"] += 1
            return redirect("account.php?act=" + ("newpw" if s.get("act") == "reset" else "set"))
        t.counts["code_refused"] += 1
        return self.verify(s, emp, "動態碼已過期，請重新發送" if good else "動態碼有誤", [])

    QUIT = '<p><a href="account.php?act=quit">登出</a></p>'

    def weak(self, r: Request) -> str:
        a, b = r.get("pw1"), r.get("pw2")
        if len(a) < 8 or not re.search("[A-Za-z]", a) or not re.search("[0-9]", a):
            return "密碼需8碼以上英文及數字"
        if a == self.truth.portal_password:
            return "密碼不可與Portal密碼相同"
        return "" if a == b else "兩次密碼不一致"

    def alias(self, r: Request, s: dict) -> Response:
        t, said, q = self.truth, "", self.truth.person
        name = r.get("alias").strip()
        if r.method == "POST":
            self.takes(r, alias="alias", pw1="cloud_password", pw2="cloud_password_again")
            if self.forged(r, s):
                said = "表單驗證失敗，請重新操作"
            elif t.alias:
                said = "您的帳號已啟用過，不能再設定"
            elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", name):
                said = "電子郵件名稱含有不允許的字元"
            elif name.lower() == "taken.name":
                said = "電子郵件名稱已被註冊"
            elif not (said := self.weak(r)):
                t.alias, t.cloud_password = name, r.get("pw1")
                t.counts["activated"] += 1
                return self.show("完成", f'<div class="ok">恭喜您，雲端帳號已設定完畢！</div><p>{e(name)}@ntuh.gov.tw</p>{self.QUIT}')
        facts = "".join(f"<tr><th>{a}</th><td>{b}</td></tr>" for a, b in (("網路帳號 / 主職員工編號", q.employee_id), ("帳號姓名", q.name), ("主職單位", q.unit), ("有效期限", q.valid_until)))
        if t.alias:
            return self.show("設定密碼與郵件別名", f'<h3>設定密碼與郵件別名</h3><div class="notice">{said}</div><table class="tb">{facts}<tr><th>雲端服務帳號 (電子郵件名稱)</th><td>{e(t.alias)}@ntuh.gov.tw</td></tr></table><p>※ 此帳號已經開通雲端服務</p>{self.QUIT}')
        return self.show("設定密碼與郵件別名", f"""<h3>設定密碼與郵件別名</h3><div class="notice">{said}</div><form name="aform" method="post" action="account.php?act=set">{self.hidden(s)}<table class="tb">{facts}
<tr><th>雲端服務帳號 (電子郵件名稱)</th><td><input type="text" name="alias" value="{e(name)}" maxlength="64" />@ntuh.gov.tw 名稱長度限64字元內</td></tr><tr><th>設定密碼</th><td><input type="password" name="pw1" /></td></tr><tr><th>確認密碼</th><td><input type="password" name="pw2" /></td></tr></table>
<input type="button" value="取消啟用" onclick="location.href='account.php?act=quit'" /> <input type="submit" name="ok" value="啟用雲端服務" /> 服務於設定完成隔日生效</form>{self.QUIT}""")

    def newpw(self, r: Request, s: dict) -> Response:
        t, said = self.truth, ""
        if not t.alias:
            return self.show("重置雲端服務密碼", "此帳號尚未啟用，請先啟用網路帳號" + self.QUIT)
        if r.method == "POST":
            self.takes(r, pw1="cloud_password", pw2="cloud_password_again")
            said = "表單驗證失敗，請重新操作" if self.forged(r, s) else self.weak(r)
            if not said:
                t.cloud_password = r.get("pw1")
                return self.show("完成", '<div class="ok">新密碼設定完畢</div>' + self.QUIT)
        return self.show("重置雲端服務密碼", f"""<h3>重置雲端服務密碼</h3><div class="notice">{said}</div><form method="post" action="account.php?act=newpw">{self.hidden(s)}新密碼：<input type="password" name="pw1" /><br />確認新密碼：<input type="password" name="pw2" /><br /><input type="submit" value="確定" /></form>{self.QUIT}""")

    # -------------------------------------------------- mail
    def mail(self, r: Request) -> Response:
        t = self.truth
        if (x := self.static(r)):
            return x
        sid, s, ck = self.start_session(r, "WMSESS")
        if r.path == "/vcode.php":
            return Response(picture(t.new_captcha("abcdefghkmnprstuvwxyz23456789", 4), "PNG"), kind="image/png")
        if r.path not in ("/", "/webmail.php"):
            return Response("Not Found", 404)
        if f"mail:{sid}" in t.sessions:
            if r.query.get("act") == "out":
                t.sessions.discard(f"mail:{sid}")
                t.counts["sign_out_mail"] += 1
                return self.message("已登出信箱", "webmail.php")
            return self.show("收件匣", f'<div id="hd">{e(t.alias)}@ntuh.gov.tw <a href="webmail.php?act=out">登出</a></div><h3>收件匣 (1)</h3><table class="tb"><tr><td>資訊室</td><td>歡迎使用</td></tr></table>')
        said = ""
        if r.method == "POST":
            self.takes(r, acc="mail_account", pwd="mail_password", vc="captcha")
            right, t.captcha = t.captcha, ""
            if self.forged(r, s) or not right or r.get("vc").strip() != right:
                said = "驗證碼不對"
            elif not t.alias or r.get("acc").strip().split("@")[0] != t.alias or r.get("pwd") != t.cloud_password:
                said = "帳號密碼不對"
            else:
                t.sessions.add(f"mail:{sid}")
                t.counts["mail_sign_in"] += 1
                return redirect("webmail.php?act=inbox", *ck)
        return self.show("電子信箱", f"""<h3>電子信箱</h3><font color="red">{said}</font><form name="mform" method="post" action="webmail.php">{self.hidden(s)}<table><tr><td>帳號:</td><td><input type="text" name="acc" /></td></tr><tr><td>密碼:</td><td><input type="password" name="pwd" /></td></tr>
<tr><td>驗證碼(小寫字母或數字):</td><td><input type="text" name="vc" size="6" /><img src="vcode.php?{secrets.randbelow(9999)}" alt="" /></td></tr></table><input type="checkbox" name="keep" value="1" />記住登入資訊 (公用電腦請勿勾選)<br /><input type="submit" value="登入" /></form>
<p>公佈欄：※如無法登入，請先變更密碼 <a href="{self.urls['account']}/">帳號服務</a></p>""", *ck)

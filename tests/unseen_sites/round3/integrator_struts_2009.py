"""系統整合商：Java、Struts 1、.do 與 jsessionid。"""

from __future__ import annotations

import re
import time
import uuid
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

TOKEN = "org.apache.struts.taglib.html.TOKEN"
SCRIPT = """<script type="text/javascript" src="/js/prototype.js"></script>
<script type="text/javascript">
function goFunc(id){ var f=document.forms['menuForm']; f.funcId.value=id; f.submit(); return false; }
function showDiv(id){ document.getElementById(id).style.display='block'; }
function hideDiv(id){ document.getElementById(id).style.display='none'; }
</script>"""


def tile(title: str, main: str, head: str = "") -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" lang="zh-TW">
<head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8" /><title>{title}</title>
<link rel="stylesheet" type="text/css" href="/css/tiles.css" />{SCRIPT}</head>
<body>
<div id="header"><h1>{title}</h1>{head}</div>
<div id="content">
{main}
</div>
<div id="footer">Copyright &copy; 2009 HISOFT 資訊股份有限公司 版權所有 &nbsp; 最佳瀏覽環境 IE7 / 1024x768</div>
</body></html>"""


def errors(words: str) -> str:
    return f'<div class="msgArea"><ul class="errors"><li><font color="red">{words}</font></li></ul></div>' if words else ""


class TheSite(Site):
    title = "系統整合商 2009 Struts"

    def __init__(self) -> None:
        super().__init__()
        self.live: dict[str, dict] = {}
        self.box: set[str] = set()

    def _session(self, request: Request) -> tuple[str, dict]:
        found = re.search(r";jsessionid=([0-9A-F]+)", request.path)
        sid = found.group(1) if found else request.cookies.get("JSESSIONID", "")
        if sid not in self.live:
            sid = uuid.uuid4().hex.upper()
            self.live[sid] = {"tok": "", "user": "", "otp": "", "when": 0.0, "proof": "", "bad": 0}
        return sid, self.live[sid]

    def _token(self, s: dict) -> str:
        s["tok"] = uuid.uuid4().hex
        return f'<div style="display:none"><input type="hidden" name="{TOKEN}" value="{s["tok"]}" /></div>'

    def _fresh(self, request: Request, s: dict) -> bool:
        good = bool(s["tok"]) and request.get(TOKEN) == s["tok"]
        s["tok"] = ""
        return good

    # ---- portal
    def portal(self, request: Request) -> Response:
        t = self.truth
        sid, s = self._session(request)
        path = request.path.split(";")[0]
        js = f";jsessionid={sid}"
        if path == "/":
            return redirect(f"/portal/login.do{js}", ("Set-Cookie", f"JSESSIONID={sid}; Path=/portal"))
        if path == "/portal/captcha.jpg":
            return Response(picture(t.new_captcha(), "JPEG"), kind="image/jpeg")
        if path == "/portal/login.do" and request.method == "GET":
            return self._login(js, s, "")
        if path == "/portal/login.do":
            self.takes(request, **{"loginForm.hospCode": "campus", "loginForm.empNo": "employee_id", "loginForm.passwd": "portal_password", "loginForm.checkCode": "captcha"})
            want, t.captcha = t.captcha, ""
            if not self._fresh(request, s):
                return self._login(js, s, "請勿重複送出表單，請重新輸入。")
            why = ""
            if not want or request.get("loginForm.checkCode").upper() != want:
                why = "驗證碼輸入錯誤。"
            elif request.get("loginForm.hospCode") != "T0":
                why = "所選院區無此使用者。"
            elif request.get("loginForm.empNo") != t.person.employee_id or request.get("loginForm.passwd") != t.portal_password:
                why = "登入失敗：帳號或密碼錯誤 (ERR-1002)。"
            if why:
                t.counts["sign_in_refused"] += 1
                return self._login(js, s, why)
            t.sessions.discard(f"portal:{s['user']}")
            s["user"] = uuid.uuid4().hex
            t.sessions.add(f"portal:{s['user']}")
            t.counts["sign_in"] += 1
            return redirect(f"/portal/bulletin.do{js}")
        if not s["user"]:
            return redirect(f"/portal/login.do{js}")
        if path == "/portal/bulletin.do":
            return Response(tile("系統公告", f"""<fieldset><legend>重要公告</legend><p>98/10/21 為符合薪資所得扣繳辦法，請全院同仁填報「薪資所得免稅額申報表」。</p><p>98/09/01 請同仁勿將帳號借予他人使用。</p></fieldset>
<form name="bulletinForm" method="post" action="/portal/index.do{js}"><input type="submit" value="我已閱讀，進入系統" /></form>"""))
        if path == "/portal/index.do":
            return Response(self._menu(js))
        if path == "/portal/dispatch.do":
            self.takes(request)
            if request.has("logout.x"):
                t.sessions.discard(f"portal:{s['user']}")
                t.counts["sign_out_portal"] += 1
                s["user"] = ""
                return redirect("/portal/login.do")
            func = request.get("funcId")
            if func == "PM0101":
                return redirect(f"/portal/pm/changePasswd.do{js}")
            if func == "PM0106":
                return redirect(f"{self.urls['inner']}/hrm/contact.do?SESSION={s['user']}")
            return Response(tile("功能選單", errors("您無此功能之使用權限。") + f'<a href="/portal/index.do{js}">回功能選單</a>'))
        if path == "/portal/pm/changePasswd.do":
            if request.method == "GET":
                return self._passwd(js, s, "")
            self.takes(request, oldPasswd="old_password", newPasswd="new_password", confirmPasswd="new_password_again")
            new, why = request.get("newPasswd"), ""
            if not self._fresh(request, s):
                return self._passwd(js, s, "請勿重複送出表單。")
            if request.get("oldPasswd") != t.portal_password:
                why = "舊密碼錯誤。"
            elif len(new) < 8 or not re.search("[a-zA-Z]", new) or not re.search("[0-9]", new):
                why = "新密碼長度不足或未包含英文及數字。"
            elif new != request.get("confirmPasswd"):
                why = "新密碼與確認密碼不相符。"
            if why:
                t.counts["password_refused"] += 1
                return self._passwd(js, s, why)
            t.portal_password = new
            t.counts["password_changed"] += 1
            return Response(tile("更改密碼", f"""<table class="result"><tr><th>作業結果</th></tr><tr><td>密碼異動成功。(MSG-0001)</td></tr></table>
<p><a href="/portal/index.do{js}">回功能選單</a> | <a href="#" onclick="document.forms['menuForm'].submit();return false;">登出系統</a></p>
<form name="menuForm" method="post" action="/portal/dispatch.do{js}"><input type="hidden" name="funcId" value="" /><input type="hidden" name="logout.x" value="1" /></form>"""))
        return Response("HTTP Status 404", 404)

    def _login(self, js: str, s: dict, why: str) -> Response:
        radios = "".join(f'<input type="radio" name="loginForm.hospCode" value="{v}" id="h{v}"{chk} /><label for="h{v}">{n}</label> ' for v, n, chk in (("T0", "總院區", ' checked="checked"'), ("T4", "新竹分院", ""), ("Y0", "雲林分院", "")))
        return Response(tile("醫療資訊系統", f"""{errors(why)}
<form name="loginForm" method="post" action="/portal/login.do{js}">{self._token(s)}
<table class="frm" cellpadding="4">
<tr><td class="lbl"><span class="must">*</span>院區</td><td>{radios}</td></tr>
<tr><td class="lbl"><span class="must">*</span>帳號</td><td><input type="text" name="loginForm.empNo" maxlength="6" size="12" value="" /> <span class="hint">6位數數字</span></td></tr>
<tr><td class="lbl"><span class="must">*</span>密碼</td><td><input type="password" name="loginForm.passwd" maxlength="30" size="12" value="" /></td></tr>
<tr><td class="lbl"><span class="must">*</span>驗證碼<br /><small>(不用區分大小寫)</small></td><td><input type="text" name="loginForm.checkCode" size="8" /> <img src="/portal/captcha.jpg{js}?r={time.time()}" alt="驗證碼" align="middle" /> <a href="/portal/login.do{js}">看不清楚，換一張</a></td></tr>
<tr><td colspan="2" align="center"><input type="submit" name="method" value="確認" /> <input type="reset" value="取消" /></td></tr>
</table></form>"""))

    def _menu(self, js: str) -> str:
        groups = (("醫療系統", (("MS01", "門診系統"), ("MS02", "住院系統"))), ("行政系統", (("AD01", "差勤系統"), ("AD02", "表單下載"))), ("個人管理", (("PM0101", "更改密碼"), ("PM0102", "個人簽章提醒設定"), ("PM0105", "查詢員工連絡資料"), ("PM0106", "維護個人連絡資料"), ("PM0107", "個人就醫紀錄查詢"))))
        trees = "".join(f'<li class="folder"><a href="#" onclick="return false">{g} &#9662;</a><ul>' + "".join(f'<li><a href="#" onclick="return goFunc(\'{i}\')">{n}</a></li>' for i, n in items) + "</ul></li>" for g, items in groups)
        return tile("醫療資訊系統", f"""<form name="menuForm" method="post" action="/portal/dispatch.do{js}"><input type="hidden" name="funcId" value="" />
<div class="toolbar">{self.truth.person.name} 您好! <input type="image" name="logout" src="/img/btn_logout.gif" alt="登出系統" title="登出系統" /></div></form>
<ul id="tree">{trees}</ul>
<form name="searchForm" action="/portal/search.do{js}" method="get">站內搜尋 <input type="text" name="kw" size="10" /><input type="submit" value="查詢" /></form>
<p>總院差勤待簽 0 未核准 0 被駁回 0</p>""")

    def _passwd(self, js: str, s: dict, why: str) -> Response:
        return Response(tile("更改密碼", f"""{errors(why)}<form name="passwdForm" method="post" action="/portal/pm/changePasswd.do{js}">{self._token(s)}
<table class="frm"><caption>更改密碼</caption>
<tr><td class="lbl">請輸入舊密碼<span class="must">*</span>：</td><td><input type="password" name="oldPasswd" value="" /></td></tr>
<tr><td class="lbl">請輸入新密碼<span class="must">*</span>：</td><td><input type="password" name="newPasswd" value="" /></td></tr>
<tr><td class="lbl">請再輸入新密碼<span class="must">*</span>：</td><td><input type="password" name="confirmPasswd" value="" /></td></tr>
<tr><td class="lbl">密碼強度檢核：</td><td><span id="strength">&nbsp;</span></td></tr></table>
<ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol>
<input type="submit" name="method" value="確認修改" /> <input type="button" value="回上頁" onclick="history.back()" /></form>
<a href="/portal/index.do{js}">回功能選單</a>"""))

    # ---- inner
    def inner(self, request: Request) -> Response:
        t, who = self.truth, self.truth.person
        sid = request.query.get("SESSION", "")
        owner = next((s for s in self.live.values() if s["user"] and s["user"] == sid), None)
        if owner is None:
            return Response(tile("錯誤", errors("工作階段已逾時，請重新登入。")), 200)
        if request.path != "/hrm/contact.do":
            return Response("HTTP Status 404", 404)
        keys = {"engLastName": "english_surname", "engFirstName": "english_given", "engMiddleName": "english_middle", "officeTel": "office_phone", "homeTel": "home_phone", "cellPhone": "mobile_phone"}
        box = ""
        if request.method == "POST":
            self.takes(request, **{"contact.cellPhone": "mobile_phone", "contact.empNo": "employee_id"})
            got = {key: request.get("contact." + n).strip() for n, key in keys.items()}
            if not self._fresh(request, owner):
                box = errors("請勿重複送出表單。")
            elif not re.fullmatch(r"09[0-9]{8}", got["mobile_phone"]):
                box = errors("行動電話格式錯誤。")
            elif not got["english_surname"] or not got["english_given"]:
                box = errors("英文姓名不可空白。")
            else:
                t.saved_contact = got
                t.counts["contact_saved"] += 1
                box = '<div class="msgArea"><ul class="messages"><li>資料異動成功。(MSG-0003)</li></ul></div>'
        v = {n: escape(t.saved_contact.get(key, getattr(who, key))) for n, key in keys.items()}

        def cell(n: str) -> str:
            return f'<input type="text" name="contact.{n}" value="{v[n]}" />'

        return Response(tile("台大醫院---維護個人連絡資料", f"""{box}<form name="contactForm" method="post" action="/hrm/contact.do?SESSION={sid}">{self._token(owner)}
<div class="btnbar"><input type="submit" name="method" value="異動儲存" /></div>
<table class="frm" border="1">
<tr><td class="lbl">員工編號：</td><td><input type="text" name="contact.empNo" value="{who.employee_id}" readonly="readonly" class="ro" /></td><td class="lbl">姓名：</td><td><input type="text" name="contact.empName" value="{who.name}" readonly="readonly" class="ro" /></td></tr>
<tr><td class="lbl">英文姓：</td><td>{cell("engLastName")}<br />ex:Chen(陳)</td><td class="lbl">英文首名：</td><td>{cell("engFirstName")}<br />ex: Yi-Fen(怡芬)</td></tr>
<tr><td class="lbl">英文中名：</td><td colspan="3">{cell("engMiddleName")} ex:Mary 為英文別名，如無，可不填</td></tr>
<tr><td class="lbl">辦公室電話：</td><td>{cell("officeTel")}</td><td class="lbl">住宅電話：</td><td>{cell("homeTel")}</td></tr>
<tr><td class="lbl">行動電話：</td><td colspan="3">{cell("cellPhone")} ex:0952000000 (如離職或更換門號，請記得調整此欄位)</td></tr>
</table></form><a href="{self.urls['portal']}/portal/index.do">回功能選單</a>"""))

    # ---- account
    def account(self, request: Request) -> Response:
        t, who = self.truth, self.truth.person
        path = request.path.split(";")[0]
        sid, s = request.cookies.get("HELPSESSION", ""), None
        s = self.live.get(sid)
        if s is None:
            sid = uuid.uuid4().hex.upper()
            s = self.live[sid] = {"tok": "", "user": "", "otp": "", "when": 0.0, "proof": "", "bad": 0}
        cookie = ("Set-Cookie", f"HELPSESSION={sid}; Path=/")
        if path in ("/", "/help/index.do"):
            return Response(tile("網路帳號服務網", """<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<h3>《規範》</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置</li></ul>
<h3>《常見問題與服務》</h3><dl><dt>密碼修改後多久可以生效</dt><dd>即時生效。</dd><dt>忘記密碼</dt><dd>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</dd></dl>
<table class="links"><tr><td><a href="/help/verify.do?type=ACTIVE"><img src="/img/key.gif" alt="" border="0" />啟用網路帳號及首次雲端帳號密碼設定</a></td><td>啟用本院微軟相關服務</td></tr>
<tr><td><a href="/help/verify.do?type=RESET"><img src="/img/lock.gif" alt="" border="0" />重置雲端服務密碼</a></td><td>重設非Portal帳號的密碼：Email, 無線網路...註：從未使用請先【啟用網路帳號】</td></tr></table>"""), headers=[cookie])
        if path == "/help/verify.do":
            kind = "RESET" if request.get("type") == "RESET" else "ACTIVE"
            if request.method == "GET":
                return self._verify(s, kind, "", "", cookie)
            self.takes(request, **{"verify.account": "employee_id", "verify.mobile": "registered_phone", "verify.otp": "code"})
            emp, act = request.get("verify.account").strip(), request.get("method")
            if not self._fresh(request, s):
                return self._verify(s, kind, emp, errors("頁面已過期，請重新操作。"), cookie)
            if emp != who.employee_id:
                return self._verify(s, kind, "", errors("查無此帳號，請確認輸入之員工編號。"), cookie)
            if act == "確定發送":
                if request.get("verify.mobile") != t.saved_contact.get("mobile_phone", who.mobile_phone):
                    return self._verify(s, kind, emp, errors("輸入之門號非本帳號登記之手機門號。"), cookie)
                s["otp"], s["when"], s["bad"] = t.new_message(), time.time(), 0
                return self._verify(s, kind, emp, '<div class="msgArea"><ul class="messages"><li>動態碼簡訊發送成功，請於下方輸入簡訊動態碼後按「下一步」。</li></ul></div>', cookie)
            if act != "下一步":
                return self._verify(s, kind, emp, errors("未知的操作。"), cookie)
            why = ""
            if not s["otp"] or s["otp"] != request.get("verify.otp").strip():
                why = "動態碼錯誤。"
                s["bad"] += 1
                if s["bad"] >= 5:
                    s["otp"] = ""
            elif time.time() - s["when"] > 120:
                why = "動態碼已失效，請重新發送簡訊動態碼。"
            if why:
                t.counts["code_refused"] += 1
                return self._verify(s, kind, emp, errors(why), cookie)
            t.sessions.discard(f"account:{s['proof']}")
            s["otp"], s["proof"] = "", uuid.uuid4().hex
            t.sessions.add(f"account:{s['proof']}")
            t.counts["code_accepted"] += 1
            return redirect("/help/resetPwd.do" if kind == "RESET" else "/help/active.do", cookie)
        if not s["proof"]:
            return redirect("/help/index.do", cookie)
        if path == "/help/exit.do":
            t.sessions.discard(f"account:{s['proof']}")
            t.counts["sign_out_account"] += 1
            s["proof"] = ""
            return redirect("/help/index.do")
        if path == "/help/active.do":
            if request.method == "GET":
                return self._active(s, "")
            self.takes(request, **{"cloud.mailName": "alias", "cloud.pwd": "cloud_password", "cloud.pwd2": "cloud_password_again"})
            name, pwd = request.get("cloud.mailName").strip(), request.get("cloud.pwd")
            if not self._fresh(request, s):
                return self._active(s, "請勿重複送出表單。")
            if request.get("method") != "啟用雲端服務":
                return redirect("/help/exit.do")
            if t.alias:
                return self._active(s, "此帳號已啟用雲端服務，不得再次申請。")
            if not re.fullmatch(r"[A-Za-z][\w.-]{2,63}", name, re.A):
                return self._active(s, "電子郵件名稱格式不符（限英數字及 . _ -，英文開頭，3~64 字元）。")
            if name.lower() in ("taken.name", "postmaster", "service"):
                return self._active(s, f"電子郵件名稱 {name} 已被使用。")
            if pwd != request.get("cloud.pwd2"):
                return self._active(s, "兩次輸入之密碼不一致。")
            if len(pwd) < 8 or not re.search("[a-zA-Z]", pwd) or not re.search("[0-9]", pwd) or pwd == t.portal_password:
                return self._active(s, "密碼須8碼以上，包含英文及數字，且不可與Portal密碼相同。")
            t.alias, t.cloud_password = name, pwd
            t.counts["activated"] += 1
            return redirect("/help/activeResult.do?rc=0")
        if path == "/help/activeResult.do":
            words = "雲端服務帳號設定完成，將於隔日生效。" if request.query.get("rc") == "0" else "您的雲端服務帳號先前已設定完成，無須重複申請。"
            if not t.alias:
                return redirect("/help/active.do")
            return Response(tile("設定密碼與郵件別名", f"""<table class="result" border="1"><tr><th colspan="2">作業結果</th></tr><tr><td colspan="2">{words}</td></tr>
<tr><td>網路帳號</td><td>{who.employee_id}</td></tr><tr><td>電子郵件信箱</td><td>{escape(t.alias)}@ntuh.gov.tw</td></tr></table><a href="/help/exit.do">結束並離開</a>"""))
        if path == "/help/resetPwd.do":
            why = ""
            if request.method == "POST":
                self.takes(request, pwd="cloud_password", pwd2="cloud_password_again")
                pwd = request.get("pwd")
                if not self._fresh(request, s):
                    why = "請勿重複送出表單。"
                elif not t.alias:
                    why = "您尚未啟用網路帳號。"
                elif pwd != request.get("pwd2") or len(pwd) < 8 or not re.search("[a-zA-Z]", pwd) or not re.search("[0-9]", pwd):
                    why = "密碼不符規則或兩次輸入不一致。"
                else:
                    t.cloud_password = pwd
                    return Response(tile("重置雲端服務密碼", '<p>密碼重置成功，即時生效。</p><a href="/help/exit.do">結束並離開</a>'))
            return Response(tile("重置雲端服務密碼", f"""{errors(why)}<form method="post" action="/help/resetPwd.do">{self._token(s)}<table class="frm">
<tr><td>新密碼：</td><td><input type="password" name="pwd" /></td></tr><tr><td>確認新密碼：</td><td><input type="password" name="pwd2" /></td></tr></table><input type="submit" value="確定重置" /></form><a href="/help/exit.do">離開</a>"""))
        return Response("HTTP Status 404", 404)

    def _verify(self, s: dict, kind: str, emp: str, box: str, cookie: tuple[str, str]) -> Response:
        head = "重置雲端服務密碼" if kind == "RESET" else "啟用網路帳號及首次雲端帳號密碼設定"
        return Response(tile(head, f"""{box}<form name="verifyForm" method="post" action="/help/verify.do">{self._token(s)}<input type="hidden" name="type" value="{kind}" />
<fieldset><legend>注意事項</legend><ul><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></fieldset>
<table class="frm"><tr><td class="lbl">網路帳號 / 主職員工編號<span class="must">*</span></td><td><input type="text" name="verify.account" maxlength="6" value="{escape(emp)}" /></td><td><input type="button" value="發送簡訊動態碼" onclick="showDiv('smsDiv')" /></td></tr>
<tr><td class="lbl">簡訊(或MOTP)動態碼</td><td colspan="2"><input type="text" name="verify.otp" maxlength="8" value="" autocomplete="off" /></td></tr>
<tr><td></td><td colspan="2" align="right"><input type="submit" name="method" value="下一步" /></td></tr></table>
<div id="smsDiv" class="popup" style="display:none"><table><tr><td>請輸入帳號登記的手機門號(10碼)</td></tr><tr><td><input type="text" name="verify.mobile" maxlength="10" value="" /></td></tr>
<tr><td><input type="submit" name="method" value="確定發送" /> <input type="button" value="取消" onclick="hideDiv('smsDiv')" /></td></tr></table></div>
</form><a href="/help/index.do">回首頁</a>"""), headers=[cookie])

    def _active(self, s: dict, why: str) -> Response:
        t, who = self.truth, self.truth.person
        if t.alias:
            return redirect("/help/activeResult.do?rc=1")
        return Response(tile("設定密碼與郵件別名", f"""{errors(why)}<form name="cloudForm" method="post" action="/help/active.do">{self._token(s)}
<p>雲端服務帳號說明：<br />1. 雲端服務帳號為跨體系使用。<br />2. 服務於設定完成隔日生效。</p>
<table class="frm" border="1"><tr><td class="lbl">網路帳號 / 主職員工編號</td><td>{who.employee_id}</td><td class="lbl">帳號姓名</td><td>{who.name}</td></tr>
<tr><td class="lbl">主職單位</td><td>{who.unit}</td><td class="lbl">有效期限</td><td>{who.valid_until}</td></tr>
<tr><td class="lbl">雲端服務帳號 (電子郵件名稱)</td><td colspan="3"><input type="text" name="cloud.mailName" maxlength="64" size="30" value="" />@ntuh.gov.tw <span class="hint">名稱長度限64字元內</span></td></tr>
<tr><td class="lbl">設定雲端服務密碼</td><td colspan="3"><input type="password" name="cloud.pwd" value="" /> 8碼以上，須含英文及數字</td></tr>
<tr><td class="lbl">再次輸入雲端服務密碼</td><td colspan="3"><input type="password" name="cloud.pwd2" value="" /></td></tr></table>
<input type="submit" name="method" value="取消啟用" /> <input type="submit" name="method" value="啟用雲端服務" onclick="return confirm('電子郵件名稱設定後不可修改，是否確定?')" /></form>"""))

    # ---- mail
    def mail(self, request: Request) -> Response:
        t = self.truth
        sid, path = request.cookies.get("WebMailAuth", ""), request.path
        if path == "/checkcode":
            return Response(picture(t.new_captcha("abcdefghijkmnpqrstuvwxyz23456789", 5), "PNG"), kind="image/png")
        why = ""
        if path == "/logon.do" and request.method == "POST":
            self.takes(request, userId="mail_account", userPw="mail_password", verifyCode="captcha")
            want, t.captcha = t.captcha, ""
            if not want or request.get("verifyCode") != want:
                why = "驗證碼不正確"
            elif not t.alias or request.get("userId").lower().removesuffix("@ntuh.gov.tw") != t.alias.lower() or request.get("userPw") != t.cloud_password:
                why = "帳號或密碼不正確"
            else:
                sid = uuid.uuid4().hex
                self.box.add(sid)
                t.sessions.add(f"mail:{sid}")
                t.counts["mail_sign_in"] += 1
                return redirect("/inbox.do", ("Set-Cookie", f"WebMailAuth={sid}; Path=/"))
        elif path == "/logoff.do" and sid in self.box:
            self.box.discard(sid)
            t.sessions.discard(f"mail:{sid}")
            t.counts["sign_out_mail"] += 1
            return redirect("/")
        elif sid in self.box:
            return Response(tile("電子郵件系統", f'<p>{escape(t.alias)}@ntuh.gov.tw | <a href="/logoff.do">登出</a></p><h2>收件匣 (1)</h2><table><tr><td>系統管理員</td><td>信箱開通通知</td></tr></table>'))
        return Response(tile("電子郵件系統", f"""{errors(why)}<form name="logonForm" method="post" action="/logon.do"><table class="frm">
<tr><td>帳號:</td><td><input type="text" name="userId" /></td></tr><tr><td>密碼:</td><td><input type="password" name="userPw" /></td></tr>
<tr><td>驗證碼(小寫字母或數字):</td><td><input type="text" name="verifyCode" size="6" /> <img src="/checkcode?{time.time()}" alt="" /></td></tr>
<tr><td colspan="2"><input type="checkbox" name="remember" value="1" /> 記住登入資訊 (公用電腦請勿勾選)</td></tr></table><input type="submit" value="登入" /></form>
<h3>公佈欄</h3><p>※如無法登入，請先至下方網址變更密碼，謝謝：{self.urls['account']}</p>"""))

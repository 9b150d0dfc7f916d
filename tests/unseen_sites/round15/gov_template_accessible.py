"""The government's accessible template (無障礙 AA): ::: anchors, access keys, labels and legends, an error summary on top."""

from __future__ import annotations

import re
import secrets
import time
from html import escape
from typing import Any

from truth import Request, Response, Site, picture, redirect

PLACES = {"1": "總院區", "2": "北護分院", "3": "金山分院", "4": "新竹分院", "5": "竹東分院", "6": "雲林分院"}
CONTACT = {
    "EngSurname": ("english_surname", "英文姓", "ex:Chen(陳)", r"[A-Za-z' .-]{0,30}"),
    "EngFirstName": ("english_given", "英文首名", "ex: Yi-Fen(怡芬) (說明)", r"[A-Za-z' .-]{0,30}"),
    "EngMiddleName": ("english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填", r"[A-Za-z' .-]{0,30}"),
    "OfficePhone": ("office_phone", "辦公室電話", "ex:61234或23123456", r"[\d#-]{0,15}"),
    "HomePhone": ("home_phone", "住宅電話", "ex:0223123456", r"[\d#-]{0,15}"),
    "CellPhone": ("mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", r"09\d{8}"),
}


class TheSite(Site):
    title = "gov_template_accessible"

    def __init__(self) -> None:
        super().__init__()
        self.members: dict[str, dict[str, Any]] = {}
        self.visits: dict[str, dict[str, Any]] = {}
        self.readers: dict[str, str] = {}
        self.keys: dict[str, str] = {}

    # ------------------------------------------------ the template
    def seal(self, purpose: str) -> str:
        key = secrets.token_hex(12)
        self.keys[key] = purpose
        return f'<input type="hidden" name="FormKey" value="{key}" />'

    def sealed(self, request: Request, purpose: str) -> bool:
        return self.keys.pop(request.get("FormKey"), None) == purpose

    def frame(self, name: str, main: str, top: str = "", side: str = "", where: str = "", title_prefix: str = "") -> Response:
        left = f"""<div class="left" id="left"><a href="#L" id="L" accesskey="L" title="左側選單區塊" class="acc">:::</a>{side}</div>""" if side else ""
        return Response(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" lang="zh-Hant-TW" xml:lang="zh-Hant-TW">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<meta name="DC.Title" content="國立臺灣大學醫學院附設醫院" /><meta name="DC.Publisher" content="國立臺灣大學醫學院附設醫院" />
<title>{title_prefix}國立臺灣大學醫學院附設醫院-{name}</title>
<style type="text/css">.acc {{ color: #666 }} .must {{ color: #b00 }} .error {{ border: 2px solid #b00; padding: 6px }} .done {{ border: 2px solid #060; padding: 6px }} .left {{ float: left; width: 16em }}</style>
</head>
<body>
<a href="#C" id="gotocenter" title="跳到主要內容區塊" tabindex="1" class="sr-only">跳到主要內容區塊</a>
<noscript><p>您的瀏覽器不支援JavaScript語法，但是並不影響您獲取本網站的內容。</p></noscript>
<div class="header"><a href="#U" id="U" accesskey="U" title="上方功能區塊" class="acc">:::</a>
<h1><a href="/" title="回首頁">國立臺灣大學醫學院附設醫院</a></h1>
<ul class="nav"><li><a href="/sitemap" title="網站導覽">網站導覽</a></li><li><a href="/" title="回首頁">回首頁</a></li><li><a href="/en" title="English" lang="en">English</a></li>{top}</ul>
<form action="/search" method="get" class="search"><div><label for="qs">全站搜尋</label><input type="text" id="qs" name="q" accesskey="S" title="請輸入關鍵字" value="" /><input type="submit" value="查詢" title="查詢" /></div></form>
<p class="size">字級：<a href="#" title="小">小</a> <a href="#" title="中">中</a> <a href="#" title="大">大</a></p></div>
{left}
<div class="center"><a href="#C" id="C" accesskey="C" title="中央內容區塊" class="acc">:::</a>
<p class="path">現在位置：首頁{where}</p>
<h2>{name}</h2>
{main}
</div>
<div class="footer"><a href="#Z" id="Z" accesskey="Z" title="下方功能區塊" class="acc">:::</a>
<p><a href="/privacy" title="隱私權及網站安全政策">隱私權及網站安全政策</a>｜地址：臺北市中正區中山南路7號｜總機：(02)2312-3456</p>
<p><a href="https://accessibility.moda.gov.tw/" title="通過AA無障礙網頁檢測(另開新視窗)"><img src="/images/aa.gif" alt="通過AA無障礙網頁檢測" /></a> 更新日期：115-11-20</p></div>
</body>
</html>""")

    def summary(self, faults: list[str]) -> str:
        if not faults:
            return ""
        return '<div class="error" role="alert"><h3>資料有誤，請修正下列項目：</h3><ol>' + "".join(f"<li>{escape(f)}</li>" for f in faults) + "</ol></div>"

    def common(self, request: Request) -> Response | None:
        """Pages that every host of this template has."""
        if request.path == "/images/aa.gif":
            return Response(picture("AA", size=(60, 30)), kind="image/gif")
        if request.path in ("/sitemap", "/privacy", "/en"):
            return self.frame("網站導覽", "<p>本網站依無障礙網頁設計原則建置，網站主要分為上方功能區塊、中央內容區塊等部分。快速鍵：Alt+U、Alt+C、Alt+L、Alt+Z。</p>")
        if request.path == "/search":
            return self.frame("全站搜尋", "<p>查無資料。</p>")
        return None

    # ------------------------------------------------ portal
    def portal(self, request: Request) -> Response:
        t, path = self.truth, request.path
        if path == "/captcha/image":
            return Response(picture(t.new_captcha(), "PNG"), kind="image/png", headers=[("Cache-Control", "no-store, no-cache")])
        if path == "/captcha/voice":
            return self.frame("語音播放驗證碼", "<p>語音檔產製中，如有需要請洽資訊室分機261120。</p>")
        fixed = self.common(request)
        if fixed:
            return fixed
        me = request.cookies.get("GovMember", "")
        if path == "/member/login" and request.method == "POST":
            return self.login(request)
        if path == "/member/logout" and me in self.members:
            del self.members[me]
            t.sessions.discard("portal:" + me)
            t.counts["sign_out_portal"] += 1
            answer = self.frame("登出系統", '<p class="done">您已成功登出。</p><p><a href="/member/login" title="重新登入">重新登入</a></p>')
            answer.headers.append(("Set-Cookie", "GovMember=; Path=/; Max-Age=0"))
            return answer
        if me not in self.members:
            if path == "/member/login":
                return self.login_page([], "", "1")
            return redirect("/member/login")
        if path == "/member/node":
            return self.frame("系統建置中", "<p>本單元資料建置中。</p>", where="＞個人管理", side=self.menu(me))
        if path == "/member/home":
            return self.frame("會員專區", f"""<p>{escape(t.person.name)} 您好!　總院差勤待簽 0 未核准 0 被駁回 0</p>
<table summary="本表格列出全院公告，第一欄為日期，第二欄為標題"><caption>全院公告 2</caption><thead><tr><th scope="col">日期</th><th scope="col">標題</th></tr></thead><tbody>
<tr><td>108-10-21</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr><tr><td>107-12-13</td><td>總院Portal資訊系統登入首頁改成新的版本</td></tr></tbody></table>""",
                              '<li><a href="/member/logout" title="登出系統" accesskey="O">登出系統</a></li>', self.menu(me), "＞會員專區")
        return redirect("/member/home")

    def menu(self, me: str) -> str:
        inside = self.urls["inner"]

        def li(n: int, name: str, to: str = "") -> str:
            return f'<li><a href="{to or "/member/node?n=%d" % n}" title="{name}">{name}</a></li>'

        return f"""<h3>功能選單</h3><ul><li>行政系統<ul>{li(11, "差勤系統")}{li(12, "表單下載")}</ul></li><li>數位學習<ul>{li(21, "KM系統")}</ul></li>
<li>個人管理<ul>{li(31, "更改密碼", f"{inside}/personal/password?SESSION={me}")}{li(32, "個人簽章提醒設定")}{li(33, "員工待遇福利查詢")}{li(34, "查詢員工連絡資料")}
{li(35, "維護個人連絡資料", f"{inside}/personal/contact?SESSION={me}")}{li(36, "個人就醫紀錄查詢")}</ul></li></ul>"""

    def login_page(self, faults: list[str], who: str, place: str) -> Response:
        options = "".join(f'<option value="{v}"{" selected=" + chr(34) + "selected" + chr(34) if v == place else ""}>{n}</option>' for v, n in PLACES.items())
        return self.frame("員工登入", f"""{self.summary(faults)}<p>標示<span class="must">＊</span>為必填欄位。</p>
<form action="/member/login" method="post" id="loginform"><fieldset><legend>登入本院PORTAL系統</legend>{self.seal("login")}
<p><label for="place">院　　區：</label><select id="place" name="Place" title="請選擇院區">{options}</select></p>
<p><label for="acc"><span class="must">＊</span>帳　　號：</label><input type="text" id="acc" name="Acc" title="請輸入帳號" maxlength="6" value="{escape(who)}" /> 6位數數字</p>
<p><label for="pw"><span class="must">＊</span>密　　碼：</label><input type="password" id="pw" name="Pw" title="請輸入密碼" maxlength="32" autocomplete="off" /> 預設為身分證號（英文字母大寫）</p>
<p><label for="ans"><span class="must">＊</span>驗&nbsp;證&nbsp;碼：</label><input type="text" id="ans" name="Ans" title="請輸入圖片中的文字" maxlength="6" autocomplete="off" /> (不用區分大小寫)
<img src="/captcha/image?{secrets.token_hex(4)}" alt="圖形驗證碼，如無法辨識請使用語音播放" width="120" height="36" />
<a href="/member/login" title="更換驗證碼">更換驗證碼</a> <a href="/captcha/voice" title="語音播放驗證碼">語音播放驗證碼</a></p>
<p><input type="submit" name="DoLogin" value="登入" title="登入" /> <input type="reset" value="重填" title="重填" /></p></fieldset></form>
<p>如無法登入，請撥資訊室分機261120，告知『請協助重設PORTAL登入密碼』。</p>""", where="＞員工登入", title_prefix="錯誤：" if faults else "")

    def login(self, request: Request) -> Response:
        self.takes(request, Place="campus", Acc="employee_id", Pw="portal_password", Ans="captcha")
        t = self.truth
        ok = self.sealed(request, "login")
        want, t.captcha = t.captcha, ""
        who, faults = request.get("Acc").strip(), []
        if not ok:
            faults.append("頁面閒置過久，請重新登入。")
        elif not want or request.get("Ans").strip().upper() != want:
            faults.append("圖形驗證碼內容與圖片不同。")
        elif request.get("Place") not in PLACES:
            faults.append("院區未選擇。")
        elif who != t.person.employee_id or request.get("Pw") != t.portal_password:
            faults.append("查無此帳號或密碼不符。")
        if faults:
            t.counts["sign_in_refused"] += 1
            return self.login_page(faults, who, request.get("Place"))
        me = secrets.token_hex(16)
        self.members[me] = {}
        t.sessions.add("portal:" + me)
        t.counts["sign_in"] += 1
        return redirect("/member/home", ("Set-Cookie", f"GovMember={me}; Path=/; HttpOnly"), status=303)

    # ------------------------------------------------ inner
    def inner(self, request: Request) -> Response:
        fixed = self.common(request)
        if fixed:
            return fixed
        me = request.get("SESSION")
        if me not in self.members:
            return self.frame("連線逾時", f'<p class="error">您尚未登入。</p><p><a href="{self.urls["portal"]}/member/login">前往登入</a></p>')
        if request.path == "/personal/password":
            return self.password(request, me)
        if request.path == "/personal/contact":
            return self.contact(request, me)
        return Response("<h1>404 Not Found</h1>", 404)

    def ways(self) -> tuple[str, str]:
        p = self.urls["portal"]
        return f'<li><a href="{p}/member/logout" title="登出系統">登出系統</a></li>', f'<p><a href="{p}/member/home" title="回功能選單">回功能選單</a></p>'

    def password(self, request: Request, me: str) -> Response:
        t, faults, said = self.truth, [], ""
        top, back = self.ways()
        if request.method == "POST":
            self.takes(request, PwOld="old_password", PwNew="new_password", PwNewAgain="new_password_again")
            new = request.get("PwNew")
            if not self.sealed(request, "password" + me):
                return self.frame("更改密碼", self.summary(["本頁已失效，請由功能選單重新進入。"]) + back, top)
            if request.get("PwOld") != t.portal_password:
                faults.append("舊密碼：與系統紀錄不符。")
            if not 8 <= len(new) <= 32:
                faults.append("新密碼：長度不可少於8個字元。")
            if not re.search("[A-Za-z]", new) or not re.search(r"\d", new):
                faults.append("新密碼：需包含英文及數字。")
            if new != request.get("PwNewAgain"):
                faults.append("再輸入新密碼：與新密碼不同。")
            if faults:
                t.counts["password_refused"] += 1
            else:
                t.portal_password = new
                t.counts["password_changed"] += 1
                return self.frame("更改密碼", f'<div class="done" role="status"><p>新密碼已生效，請妥善保管。</p></div>{back}', top, where="＞個人管理＞更改密碼")
        return self.frame("更改密碼", f"""{self.summary(faults)}{said}<form action="/personal/password" method="post"><fieldset><legend>更改密碼</legend>{self.seal("password" + me)}<input type="hidden" name="SESSION" value="{me}" />
<p><label for="pw0"><span class="must">＊</span>請輸入舊密碼：</label><input type="password" id="pw0" name="PwOld" title="請輸入舊密碼" /></p>
<p><label for="pw1"><span class="must">＊</span>請輸入新密碼：</label><input type="password" id="pw1" name="PwNew" title="請輸入新密碼" maxlength="32" /></p>
<p><label for="pw2"><span class="must">＊</span>請再輸入新密碼：</label><input type="password" id="pw2" name="PwNewAgain" title="請再輸入新密碼" maxlength="32" /></p>
<p>密碼強度檢核：<span id="meter">－</span></p><p>密碼設定條件：</p><ul><li>1.密碼長度不可少於8個字元</li><li>2.密碼內容需包含英文及數字</li></ul>
<p><input type="submit" value="確認送出" title="確認送出" /> <input type="reset" value="重新填寫" title="重新填寫" /></p></fieldset></form>{back}""", top, where="＞個人管理＞更改密碼", title_prefix="錯誤：" if faults else "")

    def contact(self, request: Request, me: str) -> Response:
        t, faults, said = self.truth, [], ""
        top, back = self.ways()
        show = {n: t.saved_contact.get(c[0], getattr(t.person, c[0])) for n, c in CONTACT.items()}
        if request.method == "POST":
            self.takes(request, CellPhone="mobile_phone")
            if not self.sealed(request, "contact" + me) or not all(request.has(n) for n in CONTACT):
                return self.frame("維護個人連絡資料", self.summary(["本頁已失效，請由功能選單重新進入。"]) + back, top)
            show = {n: request.get(n).strip() for n in CONTACT}
            faults = [f"{c[1]}：格式不正確。" for n, c in CONTACT.items() if not re.fullmatch(c[3], show[n])]
            if not faults:
                t.saved_contact.update({c[0]: show[n] for n, c in CONTACT.items()})
                t.counts["contact_saved"] += 1
                said = '<div class="done" role="status"><p>您的連絡資料業已更新。</p></div>'
        rows = "".join(f"""<tr><th scope="row"><label for="f{n}">{c[1]}：</label></th><td><input type="text" id="f{n}" name="{n}" title="{c[1]}" value="{escape(show[n])}" maxlength="30" /> <span>{c[2]}</span></td></tr>
""" for n, c in CONTACT.items())
        return self.frame("台大醫院---維護個人連絡資料", f"""{self.summary(faults)}{said}<form action="/personal/contact" method="post"><fieldset><legend>個人連絡資料</legend>{self.seal("contact" + me)}<input type="hidden" name="SESSION" value="{me}" />
<p><input type="submit" name="Save" value="異動儲存" title="異動儲存" accesskey="A" /></p>
<table summary="個人連絡資料填寫表格，左欄為項目，右欄為內容"><tr><th scope="row">員工編號：</th><td>{t.person.employee_id}</td></tr><tr><th scope="row">姓名：</th><td>{escape(t.person.name)}</td></tr>
{rows}</table></fieldset></form>{back}""", top, where="＞個人管理＞維護個人連絡資料")

    # ------------------------------------------------ account
    def account(self, request: Request) -> Response:
        fixed = self.common(request)
        if fixed:
            return fixed
        t, path = self.truth, request.path
        if path == "/":
            return self.frame("網路帳號服務", """<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><h3>《規範》</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p>
<ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置</li>
<li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同，以確保個人資料安全。</li></ul>
<h3>《常見問題與服務》</h3><dl><dt>密碼修改後多久可以生效</dt><dd>即時生效。</dd><dt>忘記密碼</dt><dd>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</dd></dl>
<h3>線上服務</h3><ul><li><a href="/apply?item=1" title="啟用網路帳號及首次雲端帳號密碼設定">啟用網路帳號及首次雲端帳號密碼設定</a></li><li><a href="/apply?item=2" title="重置雲端服務密碼">重置雲端服務密碼</a></li>
<li><a href="/sitemap" title="總院廠商VPN展延申請">總院廠商VPN展延申請</a></li></ul>""")
        if path == "/apply":
            v = secrets.token_hex(12)
            self.visits[v] = {"item": "2" if request.query.get("item") == "2" else "1", "who": "", "code": "", "at": 0.0, "proved": False}
            return redirect("/apply/verify", ("Set-Cookie", f"GovVisit={v}; Path=/; HttpOnly"))
        v = request.cookies.get("GovVisit", "")
        if v not in self.visits:
            return redirect("/")
        one = self.visits[v]
        if path == "/apply/leave":
            del self.visits[v]
            if one["proved"]:
                t.sessions.discard("account:" + v)
                t.counts["sign_out_account"] += 1
            return redirect("/", ("Set-Cookie", "GovVisit=; Path=/; Max-Age=0"))
        if path in ("/apply/verify", "/apply/phone", "/apply/code"):
            return self.verify(request, v, one)
        if path == "/apply/alias" and one["proved"] and one["item"] == "1":
            return self.alias(request, v)
        if path == "/apply/reset" and one["proved"] and one["item"] == "2":
            return self.reset(request, v)
        return redirect("/apply/verify")

    def verify(self, request: Request, v: str, one: dict[str, Any]) -> Response:
        t = self.truth
        if request.method != "POST":
            return self.verify_page(v, one, [])
        self.takes(request, NetAcc="employee_id", RegPhone="registered_phone", SmsCode="code")
        if not self.sealed(request, request.path + v):
            return self.verify_page(v, one, ["本頁已失效，請重新操作。"])
        if request.path == "/apply/verify":
            who = request.get("NetAcc").strip()
            if not re.fullmatch(r"\d{6}", who):
                return self.verify_page(v, one, ["網路帳號：請輸入6位數數字。"])
            if who != one["who"]:
                one["who"], one["code"] = who, ""
            return self.phone_page(v, [])
        if request.path == "/apply/phone":
            if request.has("Cancel"):
                return redirect("/apply/verify", status=303)
            if one["who"] != t.person.employee_id or request.get("RegPhone").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                return self.phone_page(v, ["手機門號：與該帳號登記之門號不符。"])
            one["code"], one["at"] = t.new_message(), time.time()
            return self.verify_page(v, one, [], '<div class="done" role="status"><h3>動態碼簡訊發送成功</h3><p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p></div>')
        given = request.get("SmsCode").strip()
        fault = ""
        if not one["code"] or given != one["code"] or request.get("NetAccCopy") != one["who"]:
            fault = "動態碼：輸入之動態碼有誤。" if one["code"] else "動態碼：請先發送簡訊動態碼。"
        elif time.time() - one["at"] > 120:
            fault = "動態碼：已逾有效時間(2分鐘)，請重新發送。"
        if fault:
            t.counts["code_refused"] += 1
            return self.verify_page(v, one, [fault])
        one["code"], one["proved"] = "", True
        t.sessions.add("account:" + v)
        t.counts["code_accepted"] += 1
        return redirect("/apply/alias" if one["item"] == "1" else "/apply/reset", status=303)

    def verify_page(self, v: str, one: dict[str, Any], faults: list[str], said: str = "") -> Response:
        name = "啟用網路帳號及首次雲端帳號密碼設定" if one["item"] == "1" else "重置雲端服務密碼"
        return self.frame(name, f"""{self.summary(faults)}{said}<h3>注意事項</h3><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li>
<li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul>
<form action="/apply/verify" method="post"><fieldset><legend>一、取得動態碼</legend>{self.seal("/apply/verify" + v)}
<p><label for="na"><span class="must">＊</span>網路帳號 / 主職員工編號</label><input type="text" id="na" name="NetAcc" title="請輸入網路帳號或主職員工編號" maxlength="6" value="{escape(one["who"])}" /> <input type="submit" value="發送簡訊動態碼" title="發送簡訊動態碼" /></p></fieldset></form>
<form action="/apply/code" method="post"><fieldset><legend>二、輸入動態碼</legend>{self.seal("/apply/code" + v)}<input type="hidden" name="NetAccCopy" value="{escape(one["who"])}" />
<p><label for="sc"><span class="must">＊</span>簡訊(或<abbr title="Mobile One Time Password">MOTP</abbr>)動態碼</label><input type="text" id="sc" name="SmsCode" title="請輸入簡訊動態碼" maxlength="6" autocomplete="off" /></p>
<p><input type="submit" value="下一步" title="下一步" /></p></fieldset></form>""", where="＞線上服務＞" + name, title_prefix="錯誤：" if faults else "")

    def phone_page(self, v: str, faults: list[str]) -> Response:
        return self.frame("發送簡訊動態碼", f"""{self.summary(faults)}<form action="/apply/phone" method="post"><fieldset><legend>確認登記門號</legend>{self.seal("/apply/phone" + v)}
<p><label for="rp">請輸入帳號登記的手機門號<br />(10碼)</label> <input type="text" id="rp" name="RegPhone" title="請輸入帳號登記的手機門號10碼" maxlength="10" /></p>
<p><input type="submit" name="Send" value="確定發送" title="確定發送" /> <input type="submit" name="Cancel" value="取消" title="取消" /></p></fieldset></form>""", where="＞線上服務＞發送簡訊動態碼")

    LEAVE = '<li><a href="/apply/leave" title="登出">登出</a></li>'
    TWO = """<p><label for="c1"><span class="must">＊</span>雲端服務密碼：</label><input type="password" id="c1" name="CloudPw" title="請輸入雲端服務密碼" maxlength="40" /> 至少8碼，含英文及數字</p>
<p><label for="c2"><span class="must">＊</span>再次輸入雲端服務密碼：</label><input type="password" id="c2" name="CloudPwAgain" title="請再次輸入雲端服務密碼" maxlength="40" /></p>"""

    def pair_faults(self, request: Request) -> list[str]:
        new, out = request.get("CloudPw"), []
        if not re.fullmatch(r"(?=.*[A-Za-z])(?=.*\d).{8,40}", new):
            out.append("雲端服務密碼：至少8碼，需含英文及數字。")
        if new != request.get("CloudPwAgain"):
            out.append("再次輸入雲端服務密碼：內容不同。")
        if new and new == self.truth.portal_password:
            out.append("雲端服務密碼：不可與Portal密碼相同。")
        return out

    def alias(self, request: Request, v: str) -> Response:
        t, p, faults, name = self.truth, self.truth.person, [], ""
        if request.method == "POST":
            self.takes(request, MailName="alias", CloudPw="cloud_password", CloudPwAgain="cloud_password_again")
            if request.has("Abort"):
                return redirect("/apply/leave", status=303)
            name = request.get("MailName").strip()
            if not self.sealed(request, "alias" + v):
                faults = ["本頁已失效，請重新填寫。"]
            elif t.alias:
                faults = ["本帳號已完成雲端服務啟用，不得重複辦理。"]
            else:
                if not re.fullmatch(r"[A-Za-z0-9]+([._-][A-Za-z0-9]+)*", name) or len(name) > 64:
                    faults.append("電子郵件名稱：格式不正確。")
                elif name.lower() == "taken.name":
                    faults.append("電子郵件名稱：已有他人使用。")
                faults += self.pair_faults(request)
            if not faults:
                t.alias, t.cloud_password = name, request.get("CloudPw")
                t.counts["activated"] += 1
                return self.frame("辦理結果", f'<div class="done" role="status"><p>雲端服務帳號設定完竣，您的電子郵件為 {escape(name)}@ntuh.gov.tw，自明日起可使用。</p></div>', self.LEAVE)
        facts = "".join(f'<tr><th scope="row">{a}</th><td>{escape(b)}</td></tr>' for a, b in (
            ("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        table = f'<table summary="帳號資料表"><caption>帳號資料</caption>{facts}</table>'
        if t.alias:
            rest = f'<p>雲端服務帳號 (電子郵件名稱)：{escape(t.alias)}@ntuh.gov.tw</p><p>辦理情形：<strong>業已啟用</strong>，無需再次辦理。</p>'
        else:
            rest = f"""<form action="/apply/alias" method="post"><fieldset><legend>雲端服務帳號設定</legend>{self.seal("alias" + v)}
<p><label for="mn"><span class="must">＊</span>雲端服務帳號 (電子郵件名稱)</label><input type="text" id="mn" name="MailName" title="請輸入電子郵件名稱" maxlength="64" value="{escape(name)}" />@ntuh.gov.tw 名稱長度限64字元內</p>{self.TWO}
<p><input type="submit" name="Abort" value="取消啟用" title="取消啟用" /> <input type="submit" name="Enable" value="啟用雲端服務" title="啟用雲端服務" /> 服務於設定完成隔日生效</p></fieldset></form>"""
        return self.frame("設定密碼與郵件別名", self.summary(faults) + table + rest, self.LEAVE, where="＞線上服務＞設定密碼與郵件別名")

    def reset(self, request: Request, v: str) -> Response:
        t, faults = self.truth, []
        if request.method == "POST":
            self.takes(request, CloudPw="cloud_password", CloudPwAgain="cloud_password_again")
            if not self.sealed(request, "reset" + v):
                faults = ["本頁已失效，請重新填寫。"]
            else:
                faults = self.pair_faults(request) if t.alias else ["尚未啟用雲端服務帳號。"]
            if not faults:
                t.cloud_password = request.get("CloudPw")
                t.counts["cloud_reset"] += 1
                return self.frame("辦理結果", '<div class="done" role="status"><p>雲端服務密碼重置完竣，即時生效。</p></div>', self.LEAVE)
        return self.frame("重置雲端服務密碼", f'{self.summary(faults)}<form action="/apply/reset" method="post"><fieldset><legend>新密碼</legend>{self.seal("reset" + v)}{self.TWO}<p><input type="submit" value="確認送出" title="確認送出" /></p></fieldset></form>', self.LEAVE)

    # ------------------------------------------------ webmail
    def mail(self, request: Request) -> Response:
        fixed = self.common(request)
        if fixed:
            return fixed
        t, path, r = self.truth, request.path, request.cookies.get("GovMail", "")
        if path == "/captcha":
            return Response(picture(t.new_captcha("23456789abcdefghjkmnpqrstuvwxyz", 5), "PNG"), kind="image/png")
        if path == "/inbox" and r in self.readers:
            return self.frame("收件匣", f"""<p>{escape(self.readers[r])}@ntuh.gov.tw</p><table summary="收件匣信件列表"><caption>信件</caption><tr><th scope="col">寄件者</th><th scope="col">主旨</th></tr><tr><td>資訊室</td><td>歡迎使用</td></tr></table>""",
                              '<li><a href="/logout" title="登出">登出</a></li>')
        if path == "/logout" and r in self.readers:
            del self.readers[r]
            t.sessions.discard("mail:" + r)
            t.counts["sign_out_mail"] += 1
            return redirect("/", ("Set-Cookie", "GovMail=; Path=/; Max-Age=0"))
        faults: list[str] = []
        if path == "/login" and request.method == "POST":
            self.takes(request, MailAcc="mail_account", MailPw="mail_password", MailAns="captcha")
            want, t.captcha = t.captcha, ""
            if not self.sealed(request, "mail"):
                faults = ["頁面閒置過久，請重新登入。"]
            elif not want or request.get("MailAns").strip() != want:
                faults = ["驗證碼：與圖片不符。"]
            elif not t.alias or request.get("MailAcc").strip().lower().removesuffix("@ntuh.gov.tw") != t.alias.lower() or request.get("MailPw") != t.cloud_password:
                faults = ["帳號或密碼有誤。"]
            else:
                r = secrets.token_hex(12)
                self.readers[r] = t.alias
                t.sessions.add("mail:" + r)
                t.counts["mail_sign_in"] += 1
                return redirect("/inbox", ("Set-Cookie", f"GovMail={r}; Path=/; HttpOnly"), status=303)
        elif path != "/":
            return redirect("/")
        return self.frame("電子郵件登入", f"""{self.summary(faults)}<form action="/login" method="post"><fieldset><legend>電子郵件</legend>{self.seal("mail")}
<p><label for="ma">帳號:</label><input type="text" id="ma" name="MailAcc" title="請輸入帳號" /></p><p><label for="mp">密碼:</label><input type="password" id="mp" name="MailPw" title="請輸入密碼" /></p>
<p><label for="mv">驗證碼(小寫字母或數字):</label><input type="text" id="mv" name="MailAns" title="請輸入驗證碼" maxlength="5" autocomplete="off" /><img src="/captcha?{secrets.token_hex(3)}" alt="圖形驗證碼" /></p>
<p><input type="checkbox" id="mk" name="Keep" value="1" /><label for="mk">記住登入資訊 (公用電腦請勿勾選)</label></p><p><input type="submit" value="登入" title="登入" /></p></fieldset></form>
<h3>公佈欄</h3><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p>""")

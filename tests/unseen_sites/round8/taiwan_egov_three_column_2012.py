"""A site in the manner of a 2012 government web tender: three columns, access keys, Struts actions."""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

TOKEN = "org.apache.struts.taglib.html.TOKEN"


class TheSite(Site):
    title = "taiwan_egov_three_column_2012"

    def __init__(self) -> None:
        super().__init__()
        self.web: dict[str, dict[str, str]] = {}
        self.help: dict[str, dict[str, str]] = {}
        self.post: dict[str, dict[str, str]] = {}

    # ------------------------------------------------------------ page frame
    def layout(self, site: str, head: str, crumbs: list[str], center: str, left: str = "", top: str = "", right: str = "") -> str:
        path = " &gt; ".join(["首頁", *crumbs])
        return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" lang="zh-TW" xml:lang="zh-TW">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<meta name="DC.Title" content="{site}" /><meta name="DC.Publisher" content="國立臺灣大學醫學院附設醫院" />
<meta name="Category.Theme" content="660" /><meta name="Category.Cake" content="KH0" />
<title>{site}-{head}</title>
<link href="/css/egov.css" rel="stylesheet" type="text/css" />
<script type="text/javascript" src="/js/fontsize.js"></script>
</head>
<body>
<noscript><p>您的瀏覽器不支援JavaScript語法，但是並不影響您獲取本網站的內容。字型大小請按 CTRL 及 + 鍵調整。</p></noscript>
<div id="header">
<a href="#AC" accesskey="C" title="跳到主要內容區" class="skip">跳到主要內容區塊</a>
<a href="#AU" id="AU" name="AU" accesskey="U" title="上方功能區塊" class="guide">:::</a>
<h1><a href="/" title="回首頁"><img src="/images/logo.gif" alt="{site}" /></a></h1>
<ul class="topnav"><li><a href="/sitemap.do" title="網站導覽">網站導覽</a></li><li><a href="/faq.do">常見問答</a></li><li><a href="/english.do" lang="en">English</a></li>{top}</ul>
<form action="/search.do" method="get" class="srch"><p><label for="keyword">全站檢索</label>：<input type="text" id="keyword" name="keyword" accesskey="S" value="請輸入關鍵字" onfocus="this.value=''" size="12" title="請輸入關鍵字" /><input type="submit" value="搜尋" title="搜尋" /></p></form>
<p class="fs">字級：<a href="#" onclick="fs('s');return false;" title="小字型">小</a> <a href="#" onclick="fs('m');return false;" title="中字型">中</a> <a href="#" onclick="fs('l');return false;" title="大字型">大</a></p>
</div>
<div id="wrap">
<div id="left"><a href="#AL" id="AL" name="AL" accesskey="L" title="左方選單區塊" class="guide">:::</a>
{left}</div>
<div id="center"><a href="#AC" id="AC" name="AC" accesskey="C" title="主要內容區塊" class="guide">:::</a>
<p class="path">您現在的位置：{path}</p>
<h2>{head}</h2>
{center}
<p class="tools"><a href="javascript:history.back();" title="回上一頁">回上一頁</a>　<a href="#AU" title="回頁首">TOP</a></p>
</div>
<div id="right"><a href="#AR" id="AR" name="AR" accesskey="R" title="右方相關連結區塊" class="guide">:::</a>
<h3>相關連結</h3><ul><li><a href="http://www.gov.tw/" target="_blank" title="我的E政府(另開新視窗)">我的E政府</a></li><li><a href="http://www.doh.gov.tw/" target="_blank" title="行政院衛生署(另開新視窗)">行政院衛生署</a></li></ul>{right}</div>
</div>
<div id="footer"><a href="#AB" id="AB" name="AB" accesskey="B" title="下方版權區塊" class="guide">:::</a>
<p>隱私權及安全政策｜政府網站資料開放宣告<br />地址：10002 臺北市中正區中山南路7號　總機：(02)2312-3456　最佳瀏覽解析度 1024x768<br />更新日期：101-11-30　瀏覽人次：002,817,334</p>
<p><a href="http://www.webguide.nat.gov.tw/" title="無障礙網站(另開新視窗)" target="_blank"><img src="/images/aplus.jpg" alt="通過A+優先等級無障礙網頁檢測" width="88" height="31" /></a></p></div>
</body></html>"""

    def token(self, box: dict[str, str]) -> str:
        box["token"] = secrets.token_hex(16)
        return f'<div><input type="hidden" name="{TOKEN}" value="{box["token"]}" /></div>'

    def spent(self, box: dict[str, str], request: Request) -> bool:
        """Whether the transaction token is the one of the last page; it is used up."""
        good = box.pop("token", "")
        return bool(good) and request.get(TOKEN) == good

    def note(self, text: str, good: bool = False) -> str:
        if not text:
            return ""
        kind, alt = ("okMsg", "訊息") if good else ("errMsg", "錯誤")
        return f'<div class="{kind}"><img src="/images/{kind}.gif" alt="{alt}" />{text}</div>'

    # ------------------------------------------------------------ portal
    def portal(self, request: Request) -> Response:
        path, _, matrix = request.path.partition(";jsessionid=")
        sid = request.cookies.get("JSESSIONID") or matrix
        box = self.web.get(sid)
        if path == "/":
            return redirect("/eip/index.do")
        if path == "/eip/checkCode.jpg":
            return Response(picture(self.truth.new_captcha(), "JPEG"), kind="image/jpeg", headers=[("Cache-Control", "no-store")])
        if path == "/eip/index.do":
            head = []
            if box is None:
                sid = secrets.token_hex(16).upper()
                box = self.web[sid] = {}
                head = [("Set-Cookie", f"JSESSIONID={sid}; Path=/; HttpOnly")]
            return Response(self.logon_page(sid, box), headers=head)
        if path == "/eip/logon.do" and request.method == "POST":
            self.takes(request, hosp="campus", userAccount="employee_id", userPwd="portal_password", validateNo="captcha")
            if box is None:
                return redirect("/eip/index.do")
            return self.logon(request, sid, box)
        if path in ("/search.do", "/sitemap.do", "/faq.do", "/english.do"):
            return Response(self.layout("員工入口網", "網頁建置中", ["網頁建置中"], "<p>查無資料。</p>"))
        if not path.startswith("/eip/"):
            return Response("<h1>HTTP Status 404</h1>", 404)
        if box is None or "user" not in box:
            return Response(self.layout("員工入口網", "逾時", ["逾時"], self.note("您尚未登入或閒置逾時，請重新登入。") + '<p><a href="/eip/index.do">回登入頁</a></p>'))
        if path == "/eip/declare.do":
            return Response(self.layout("員工入口網", "個人資料保護宣導", ["個人資料保護宣導"],
                '<p>「個人資料保護法」業於101年10月1日施行，同仁查詢病人資料應以業務所需為限，所有查詢均留存紀錄備查。</p>'
                '<p class="btn"><a href="/eip/main.do" accesskey="N" title="我已詳閱，進入系統">我已詳閱，進入系統</a></p>', top=self.off()))
        if path == "/eip/main.do":
            return Response(self.layout("員工入口網", "最新公告", ["員工專區", "最新公告"],
                '<table summary="公告列表，第一欄為日期，第二欄為標題"><tr><th scope="col">日期</th><th scope="col">標題</th></tr>'
                '<tr><td>101-11-28</td><td><a href="/eip/news.do?sn=881" title="公告">員工健檢自即日起開放登記</a></td></tr>'
                '<tr><td>101-11-20</td><td><a href="/eip/news.do?sn=874" title="公告">節能減碳宣導</a></td></tr></table>',
                left=self.menu(sid), top=self.off(), right=f"<h3>登入資訊</h3><p>{self.truth.person.name} 您好<br />院區：總院區</p>"))
        if path == "/eip/personal/modifyPwd.do":
            if request.method == "POST":
                self.takes(request, oldPwd="old_password", newPwd="new_password", newPwdCfm="new_password_again")
                return self.modify(request, sid, box)
            return Response(self.modify_page(sid, box, ""))
        if path == "/eip/logoff.do":
            self.truth.sessions.discard("portal:" + sid)
            self.truth.counts["sign_out_portal"] += 1
            del self.web[sid]
            return Response(self.layout("員工入口網", "登出", ["登出"], self.note("您已登出本系統，謝謝您的使用。", True) + '<p><a href="/eip/index.do" title="重新登入">重新登入</a></p>'),
                            headers=[("Set-Cookie", "JSESSIONID=; Path=/; Max-Age=0")])
        return Response(self.layout("員工入口網", "查無此頁", [], "<p>您沒有使用本功能之權限。</p>", left=self.menu(sid), top=self.off()))

    def off(self) -> str:
        return '<li><a href="/eip/logoff.do" accesskey="Q" title="登出系統">登出系統</a></li>'

    def menu(self, sid: str) -> str:
        inner = self.urls["inner"] + "/emp/"
        return f"""<h3>醫療系統</h3><ul><li><a href="/eip/med/opd.do" title="門診系統">門診系統</a></li><li><a href="/eip/med/ipd.do" title="住院系統">住院系統</a></li></ul>
<h3>行政系統</h3><ul><li><a href="/eip/adm/doc.do" title="公文系統">公文系統</a></li></ul>
<h3>個人管理</h3><ul><li><a href="/eip/personal/modifyPwd.do" title="更改密碼">更改密碼</a></li>
<li><a href="/eip/personal/sign.do" title="個人簽章提醒設定">個人簽章提醒設定</a></li>
<li><a href="{inner}contactQuery.do?SESSION={sid}" title="查詢員工連絡資料(另開新視窗)" target="_blank">查詢員工連絡資料</a></li>
<li><a href="{inner}contactEdit.do?SESSION={sid}" title="維護個人連絡資料(另開新視窗)" target="_blank">維護個人連絡資料</a></li>
<li><a href="/eip/personal/tax.do" title="員工扣繳憑單查詢">員工扣繳憑單查詢</a></li></ul>
"""

    def logon_page(self, sid: str, box: dict[str, str], words: str = "", account: str = "") -> str:
        form = f"""{self.note(words)}
<form action="/eip/logon.do;jsessionid={sid}" method="post" name="logonForm" id="logonForm">{self.token(box)}
<fieldset><legend>登入本院PORTAL系統</legend>
<p><label for="hosp">院區：</label><select name="hosp" id="hosp" title="院區"><option value="T0" selected="selected">總院區</option><option value="T2">北護分院</option><option value="T3">金山分院</option><option value="T4">新竹分院</option><option value="Y0">雲林分院</option></select></p>
<p><label for="userAccount"><span class="must">*</span>帳　　號：</label><input type="text" name="userAccount" id="userAccount" accesskey="A" maxlength="10" value="{escape(account)}" title="請輸入帳號" /></p>
<p><label for="userPwd"><span class="must">*</span>密　　碼：</label><input type="password" name="userPwd" id="userPwd" maxlength="20" autocomplete="off" title="請輸入密碼" /></p>
<p><label for="validateNo"><span class="must">*</span>驗 證 碼：</label><input type="text" name="validateNo" id="validateNo" maxlength="6" size="8" title="請輸入圖片中的驗證碼" /> <img src="/eip/checkCode.jpg?r={secrets.randbelow(99999)}" id="codeImg" alt="驗證碼圖片" width="120" height="36" /> (不用區分大小寫)
<a href="/eip/index.do" title="更換驗證碼圖片">看不清楚？換一張</a></p>
<p><input type="submit" name="doLogon" value="登　入" accesskey="G" title="登入" /> <input type="reset" value="清　除" title="清除" /></p>
</fieldset></form>"""
        left = '<ul><li><a href="/faq.do" title="院外網">院外網</a></li><li><a href="/faq.do" title="數位學習">數位學習</a></li><li><a href="/faq.do" title="網路掛號">網路掛號</a></li></ul>'
        return self.layout("員工入口網", "員工登入", ["員工登入"], form, left=left)

    def logon(self, request: Request, sid: str, box: dict[str, str]) -> Response:
        code, self.truth.captcha = self.truth.captcha, ""
        account = request.get("userAccount").strip()
        words = ""
        if not self.spent(box, request):
            words = "表單已逾時或重複送出，請重新輸入。"
        elif not code or request.get("validateNo").strip().upper() != code.upper():
            words = "驗證碼輸入有誤，請依新圖片重新輸入。"
        elif request.get("hosp") != "T0":
            words = "您在所選院區查無員工資料。"
        elif account != self.truth.person.employee_id or request.get("userPwd") != self.truth.portal_password:
            words = "帳號或密碼有誤，登入未成功；如忘記密碼請洽資訊室分機261120。"
        if words:
            self.truth.counts["sign_in_refused"] += 1
            return Response(self.logon_page(sid, box, words, account))
        new = secrets.token_hex(16).upper()
        del self.web[sid]
        self.web[new] = {"user": account}
        self.truth.sessions.add("portal:" + new)
        self.truth.counts["sign_in"] += 1
        return redirect("/eip/declare.do", ("Set-Cookie", f"JSESSIONID={new}; Path=/; HttpOnly"))

    def modify_page(self, sid: str, box: dict[str, str], words: str) -> str:
        return self.layout("員工入口網", "更改密碼", ["員工專區", "個人管理", "更改密碼"], f"""{self.note(words)}
<form action="/eip/personal/modifyPwd.do" method="post" name="pwdForm">{self.token(box)}
<table class="form" summary="更改密碼表單，左欄為欄位名稱，右欄為輸入框">
<tr><th scope="row"><label for="oldPwd">請輸入舊密碼</label></th><td><input type="password" name="oldPwd" id="oldPwd" maxlength="20" title="請輸入舊密碼" /></td></tr>
<tr><th scope="row"><label for="newPwd">請輸入新密碼</label></th><td><input type="password" name="newPwd" id="newPwd" maxlength="20" title="請輸入新密碼" /></td></tr>
<tr><th scope="row"><label for="newPwdCfm">請再輸入新密碼</label></th><td><input type="password" name="newPwdCfm" id="newPwdCfm" maxlength="20" title="請再輸入新密碼" /></td></tr>
<tr><th scope="row">密碼強度檢核</th><td><span id="strength">－</span></td></tr></table>
<p>密碼設定條件：</p><ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol>
<p><input type="submit" value="確定送出" title="確定送出" /> <input type="reset" value="重新填寫" title="重新填寫" /></p></form>
<p><a href="/eip/main.do" title="回功能選單">回功能選單</a>　<a href="/eip/logoff.do" title="登出系統">登出系統</a></p>""", left=self.menu(sid), top=self.off())

    def modify(self, request: Request, sid: str, box: dict[str, str]) -> Response:
        new = request.get("newPwd")
        words = ""
        if not self.spent(box, request):
            words = "表單已逾時或重複送出，請重新輸入。"
        elif request.get("oldPwd") != self.truth.portal_password:
            words = "舊密碼輸入有誤，請重新輸入。"
        elif new != request.get("newPwdCfm"):
            words = "兩次輸入之新密碼不相符。"
        elif not 8 <= len(new) <= 20 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
            words = "新密碼不符合密碼設定條件。"
        elif new == self.truth.portal_password:
            words = "新密碼不得與舊密碼相同。"
        if words:
            self.truth.counts["password_refused"] += 1
            return Response(self.modify_page(sid, box, words))
        self.truth.portal_password = new
        self.truth.counts["password_changed"] += 1
        return Response(self.layout("員工入口網", "更改密碼", ["員工專區", "個人管理", "更改密碼", "處理結果"],
            self.note("台端密碼業已更新，下次登入請使用新密碼。", True) + '<p><a href="/eip/main.do" accesskey="M" title="回功能選單">回功能選單</a>　<a href="/eip/logoff.do" title="登出系統">登出系統</a></p>', left=self.menu(sid), top=self.off()))

    # ------------------------------------------------------------ inner
    FIELDS = (("engLastName", "english_surname", "英文姓", "ex:Chen(陳)"), ("engFirstName", "english_given", "英文首名", "ex: Yi-Fen(怡芬)"),
              ("engMidName", "english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填"), ("telOffice", "office_phone", "辦公室電話", "ex:61234或23123456"),
              ("telHome", "home_phone", "住宅電話", "ex:0223123456"), ("telMobile", "mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))

    def inner(self, request: Request) -> Response:
        sid = request.query.get("SESSION", "")
        box = self.web.get(sid)
        if not request.path.startswith("/emp/"):
            return Response("<h1>HTTP Status 404</h1>", 404)
        post = request.method == "POST"
        if post:
            self.takes(request, **{name: ("mobile_phone" if key == "mobile_phone" else "") for name, key, _, _ in self.FIELDS})
        if box is None or "user" not in box:
            return Response(self.layout("人事資料系統", "逾時", ["逾時"], self.note("連線已逾時，請自PORTAL重新進入。")), 200)
        if request.path != "/emp/contactEdit.do":
            return Response(self.layout("人事資料系統", "查詢", ["查詢"], "<p>本功能維護中。</p>"))
        words, good, values = "", False, dict(vars(self.truth.person), **self.truth.saved_contact)
        if post:
            given = {key: request.get(name).strip() for name, key, _, _ in self.FIELDS}
            if not self.spent(box, request) or request.get("empNo") != self.truth.person.employee_id:
                words = "表單已逾時或重複送出，資料未儲存，請重新輸入。"
            elif not all(request.has(name) for name, *_ in self.FIELDS):
                words = "欄位不齊全，資料未儲存。"
            elif not re.fullmatch(r"09\d{8}", given["mobile_phone"]):
                words = "行動電話格式有誤，應為10碼數字，資料未儲存。"
            elif not re.fullmatch(r"[A-Za-z \-]+", given["english_surname"]) or not re.fullmatch(r"[A-Za-z \-]+", given["english_given"]):
                words = "英文姓名僅接受英文字母，資料未儲存。"
            else:
                self.truth.saved_contact.update(given)
                self.truth.counts["contact_saved"] += 1
                values.update(given)
                words, good = f"連絡資料已於 {time.strftime('%H:%M:%S')} 異動完成。", True
        rows = "".join(
            f'<tr><th scope="row"><label for="{name}">{label}：</label></th><td><input type="text" name="{name}" id="{name}" value="{escape(values[key])}" maxlength="30" title="{label}" /> <span class="ex">{hint}</span></td></tr>\n'
            for name, key, label, hint in self.FIELDS)
        person = self.truth.person
        return Response(self.layout("人事資料系統", "維護個人連絡資料", ["員工專區", "個人管理", "維護個人連絡資料"], f"""{self.note(words, good)}
<form action="/emp/contactEdit.do?SESSION={sid}" method="post">{self.token(box)}
<p><input type="submit" name="btnSave" value="異動儲存" accesskey="E" title="異動儲存" /></p>
<table class="form" summary="個人連絡資料表單"><caption>台大醫院---維護個人連絡資料</caption>
<tr><th scope="row">員工編號：</th><td>{person.employee_id}<input type="hidden" name="empNo" value="{person.employee_id}" /></td></tr>
<tr><th scope="row">姓名：</th><td>{person.name}</td></tr>
{rows}</table></form>
<p><a href="{self.urls['portal']}/eip/main.do" title="回功能選單">回功能選單</a></p>"""))

    # ------------------------------------------------------------ account
    def account(self, request: Request) -> Response:
        path = request.path
        sid = request.cookies.get("HELPSESSION", "")
        box = self.help.get(sid)
        if path == "/":
            return Response(self.help_home())
        if path in ("/search.do", "/sitemap.do", "/faq.do", "/english.do", "/vpn.do"):
            return Response(self.layout("帳號服務網", "查詢結果", ["查詢結果"], "<p>查無資料。</p>"))
        match = re.fullmatch(r"/(enable|reset)/(identify|phone|send|setup)\.do", path)
        if path == "/leave.do":
            if sid in self.help:
                if "account:" + sid in self.truth.sessions:
                    self.truth.sessions.discard("account:" + sid)
                    self.truth.counts["sign_out_account"] += 1
                del self.help[sid]
            return redirect("/", ("Set-Cookie", "HELPSESSION=; Path=/; Max-Age=0"))
        if not match:
            return Response("<h1>HTTP Status 404</h1>", 404)
        kind, step = match.groups()
        if request.method == "POST":
            self.takes(request, empId="employee_id", mobileNo="registered_phone", otp="code", mailAlias="alias", cloudPwd="cloud_password", cloudPwdCfm="cloud_password_again")
        if step == "identify" and request.method != "POST":
            old = self.help.pop(sid, None)
            if old is not None:
                self.truth.sessions.discard("account:" + sid)
            sid = secrets.token_hex(16)
            box = self.help[sid] = {"kind": kind}
            return Response(self.identify_page(kind, box), headers=[("Set-Cookie", f"HELPSESSION={sid}; Path=/; HttpOnly")])
        if box is None or box["kind"] != kind:
            return Response(self.layout("帳號服務網", "逾時", ["逾時"], self.note("作業逾時，請重新操作。") + '<p><a href="/">回首頁</a></p>'))
        if request.method == "POST" and not self.spent(box, request):
            return Response(self.identify_page(kind, box, "表單已逾時或重複送出，請重新操作。"))
        if step == "identify":
            return self.identify(request, kind, sid, box)
        if step == "send" and request.method == "POST":
            if "ask" not in box or request.has("btnCancel"):
                return Response(self.identify_page(kind, box, "已取消發送。"))
            if request.get("mobileNo").strip() != (self.truth.saved_contact.get("mobile_phone") or self.truth.person.mobile_phone):
                return Response(self.phone_page(kind, box, "您輸入的手機門號與帳號登記資料不符，未發送簡訊。"))
            box["otp"], box["at"] = self.truth.new_message(), str(time.time())
            return Response(self.layout("帳號服務網", "動態碼簡訊發送成功", ["帳號服務", "身分驗證"],
                self.note("成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」", True) + f'<p>{"動態碼2分鐘內有效。"}</p>' + self.identify_form(kind, box)))
        if step == "setup" and "proved" in box:
            return self.setup(request, kind, sid, box)
        return redirect(f"/{kind}/identify.do")

    NAMES = {"enable": "啟用網路帳號及首次雲端帳號密碼設定", "reset": "重置雲端服務密碼"}

    def help_home(self) -> str:
        return self.layout("帳號服務網", "網路帳號服務", ["網路帳號服務"], """<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<h3>《規範》</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p>
<ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>如有借用帳號行為，致院內重要資料或個人資料外洩時，該網路帳號擁有者需負相關法律之責任。</li></ul>
<p>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置</p>
<h3>《常見問題與服務》</h3><dl><dt>密碼修改後多久可以生效</dt><dd>即時生效。</dd><dt>忘記密碼</dt><dd>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</dd></dl>
<ul class="entry"><li><a href="/enable/identify.do" accesskey="1" title="啟用網路帳號及首次雲端帳號密碼設定"><img src="/images/key.gif" alt="" />啟用網路帳號及首次雲端帳號密碼設定</a><br />啟用本院微軟相關服務，如：Office365, Outlook...</li>
<li><a href="/reset/identify.do" accesskey="2" title="重置雲端服務密碼"><img src="/images/lock.gif" alt="" />重置雲端服務密碼</a><br />重設非Portal帳號的密碼</li>
<li><a href="/vpn.do" accesskey="3" title="總院廠商VPN展延申請">總院廠商VPN展延申請</a></li></ul>""", left="<ul><li>網路帳號服務</li><li>表單下載</li></ul>")

    def identify_form(self, kind: str, box: dict[str, str]) -> str:
        return f"""<form action="/{kind}/identify.do" method="post">{self.token(box)}
<fieldset><legend>{self.NAMES[kind]}</legend>
<p><label for="empId">網路帳號 / 主職員工編號</label> <input type="text" name="empId" id="empId" maxlength="6" value="{escape(box.get('emp', ''))}" title="網路帳號 / 主職員工編號" /> <input type="submit" name="btnSms" value="發送簡訊動態碼" title="發送簡訊動態碼" /></p>
<p><label for="otp">簡訊(或MOTP)動態碼</label> <input type="text" name="otp" id="otp" maxlength="6" autocomplete="off" title="簡訊(或MOTP)動態碼" /></p>
<p><input type="submit" name="btnNext" value="下一步" title="下一步" /></p></fieldset></form>"""

    def identify_page(self, kind: str, box: dict[str, str], words: str = "") -> str:
        return self.layout("帳號服務網", "進行身分驗證", ["帳號服務", self.NAMES[kind]], f"""{self.note(words)}<h3>注意事項</h3><ul>
<li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul>{self.identify_form(kind, box)}""")

    def phone_page(self, kind: str, box: dict[str, str], words: str = "") -> str:
        return self.layout("帳號服務網", "發送簡訊動態碼", ["帳號服務", self.NAMES[kind]], f"""{self.note(words)}
<form action="/{kind}/send.do" method="post">{self.token(box)}<p><label for="mobileNo">請輸入帳號登記的手機門號(10碼)</label><br /><input type="text" name="mobileNo" id="mobileNo" maxlength="10" title="請輸入帳號登記的手機門號(10碼)" /></p>
<p><input type="submit" name="btnSend" value="確定發送" title="確定發送" /> <input type="submit" name="btnCancel" value="取消" title="取消" /></p></form>""")

    def identify(self, request: Request, kind: str, sid: str, box: dict[str, str]) -> Response:
        box["emp"] = request.get("empId").strip()
        if box["emp"] != self.truth.person.employee_id:
            return Response(self.identify_page(kind, box, "查無此網路帳號，請確認後重新輸入。"))
        if request.has("btnSms"):
            box["ask"] = "1"
            return Response(self.phone_page(kind, box))
        code = box.get("otp", "")
        words = ""
        if not request.has("btnNext") or not code:
            words = "請先發送簡訊動態碼。"
        elif time.time() - float(box["at"]) > 120:
            words = "動態碼已逾2分鐘有效時間，請重新發送。"
        elif request.get("otp").strip() != code:
            words = "動態碼輸入有誤。"
        if words:
            self.truth.counts["code_refused"] += 1
            return Response(self.identify_page(kind, box, words))
        del box["otp"]
        box["proved"] = "1"
        self.truth.counts["code_accepted"] += 1
        self.truth.sessions.add("account:" + sid)
        return redirect(f"/{kind}/setup.do")

    def setup(self, request: Request, kind: str, sid: str, box: dict[str, str]) -> Response:
        words = ""
        if request.method == "POST":
            if request.has("btnCancel"):
                return redirect("/leave.do")
            pwd, alias = request.get("cloudPwd"), request.get("mailAlias").strip()
            if kind == "reset" and not self.truth.alias or kind == "enable" and self.truth.alias:
                words = "本帳號目前狀態不適用此作業，未做任何變更。"
            elif kind == "enable" and not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{2,63}", alias):
                words = "電子郵件名稱格式有誤，請以英文字母開頭，僅可使用英文、數字、點、底線及連字號。"
            elif kind == "enable" and alias.lower() == "taken.name":
                words = "該電子郵件名稱已有人使用，請更換其他名稱。"
            elif pwd != request.get("cloudPwdCfm"):
                words = "兩次輸入之密碼不相符。"
            elif not 8 <= len(pwd) <= 20 or not re.search("[A-Za-z]", pwd) or not re.search("[0-9]", pwd):
                words = "密碼長度須8至20字元，且須包含英文及數字。"
            elif pwd == self.truth.portal_password:
                words = "雲端服務密碼不得與PORTAL密碼相同。"
            else:
                self.truth.cloud_password = pwd
                if kind == "enable":
                    self.truth.alias = alias
                    self.truth.counts["activated"] += 1
                text = f"雲端服務帳號 {escape(alias)}@ntuh.gov.tw 啟用作業已受理，服務於設定完成隔日生效。" if kind == "enable" else "雲端服務密碼已重置，即時生效。"
                return Response(self.layout("帳號服務網", "處理結果", ["帳號服務", self.NAMES[kind], "處理結果"], self.note(text, True) + '<p><a href="/leave.do" title="離開">離開</a></p>', top=self.leave()))
        person = self.truth.person
        facts = f"""<table class="form" summary="帳號資料"><tr><th scope="row">網路帳號 / 主職員工編號</th><td>{person.employee_id}</td></tr><tr><th scope="row">帳號姓名</th><td>{person.name}</td></tr>
<tr><th scope="row">主職單位</th><td>{person.unit}</td></tr><tr><th scope="row">有效期限</th><td>{person.valid_until}</td></tr>"""
        if kind == "enable" and self.truth.alias:
            body = f'{self.note(words)}{facts}<tr><th scope="row">雲端服務帳號 (電子郵件名稱)</th><td>{escape(self.truth.alias)}@ntuh.gov.tw</td></tr></table><p class="okMsg">台端雲端服務業已啟用，電子郵件名稱不得再行變更；如需更換密碼請至「重置雲端服務密碼」辦理。</p><p><a href="/leave.do" title="離開">離開</a></p>'
        else:
            name = f'<tr><th scope="row"><label for="mailAlias">雲端服務帳號<br />(電子郵件名稱)</label></th><td><input type="text" name="mailAlias" id="mailAlias" maxlength="64" value="{escape(request.get("mailAlias"))}" title="雲端服務帳號 (電子郵件名稱)" />@ntuh.gov.tw<br />名稱長度限64字元內</td></tr>' if kind == "enable" else ""
            go, stop = ("啟用雲端服務", "取消啟用") if kind == "enable" else ("重置密碼", "取消")
            body = f"""{self.note(words)}<form action="/{kind}/setup.do" method="post">{self.token(box)}<p>雲端服務帳號說明：</p><ol><li>雲端服務帳號為跨體系使用。</li><li>服務於設定完成隔日生效。</li></ol>{facts}{name}
<tr><th scope="row"><label for="cloudPwd">雲端服務密碼</label></th><td><input type="password" name="cloudPwd" id="cloudPwd" maxlength="20" title="雲端服務密碼" /> 8至20字元，須含英文及數字</td></tr>
<tr><th scope="row"><label for="cloudPwdCfm">確認雲端服務密碼</label></th><td><input type="password" name="cloudPwdCfm" id="cloudPwdCfm" maxlength="20" title="確認雲端服務密碼" /></td></tr></table>
<p><input type="submit" name="btnCancel" value="{stop}" title="{stop}" /> <input type="submit" name="btnEnable" value="{go}" title="{go}" /></p></form>"""
        return Response(self.layout("帳號服務網", "設定密碼與郵件別名" if kind == "enable" else "重置雲端服務密碼", ["帳號服務", self.NAMES[kind]], body, top=self.leave()))

    def leave(self) -> str:
        return '<li><a href="/leave.do" title="離開帳號服務">離開帳號服務</a></li>'

    # ------------------------------------------------------------ mail
    def mail(self, request: Request) -> Response:
        path, sid = request.path, request.cookies.get("MAILSESSION", "")
        box = self.post.get(sid)
        if path == "/":
            return redirect("/webmail/login.do")
        if path == "/webmail/code.gif":
            return Response(picture(self.truth.new_captcha("23456789abcdefghjkmnpqrstuvwxyz", 5)), kind="image/gif")
        if path == "/webmail/login.do" and request.method == "POST":
            self.takes(request, account="mail_account", password="mail_password", code="captcha")
            code, self.truth.captcha = self.truth.captcha, ""
            words = ""
            if box is None or not self.spent(box, request):
                words = "表單已逾時，請重新輸入。"
            elif not code or request.get("code").strip() != code:
                words = "驗證碼有誤，請重新輸入。"
            elif not self.truth.alias or request.get("account").strip().lower() not in (self.truth.alias.lower(), self.truth.alias.lower() + "@ntuh.gov.tw") or request.get("password") != self.truth.cloud_password:
                words = "帳號或密碼有誤。"
            else:
                box["user"] = self.truth.alias
                self.truth.sessions.add("mail:" + sid)
                self.truth.counts["mail_sign_in"] += 1
                return redirect("/webmail/inbox.do")
            return self.mail_login(words, sid)
        if path == "/webmail/login.do":
            return self.mail_login("", sid)
        if box is None or "user" not in box:
            return redirect("/webmail/login.do")
        if path == "/webmail/logout.do":
            self.truth.sessions.discard("mail:" + sid)
            self.truth.counts["sign_out_mail"] += 1
            del self.post[sid]
            return self.mail_login("您已登出。", "")
        return Response(self.layout("電子信箱", "收件匣", ["收件匣"], '<table summary="信件列表"><tr><th scope="col">寄件者</th><th scope="col">主旨</th></tr><tr><td>資訊室</td><td>歡迎使用本院電子信箱</td></tr></table>',
            left="<ul><li>收件匣(1)</li><li>寄件備份</li><li>垃圾桶</li></ul>", top='<li><a href="/webmail/logout.do" title="登出">登出</a></li>'))

    def mail_login(self, words: str, sid: str) -> Response:
        head = []
        if sid not in self.post:
            sid = secrets.token_hex(16)
            self.post[sid] = {}
            head = [("Set-Cookie", f"MAILSESSION={sid}; Path=/; HttpOnly")]
        return Response(self.layout("電子信箱", "登入電子信箱", ["登入"], f"""{self.note(words)}<form action="/webmail/login.do" method="post">{self.token(self.post[sid])}
<p><label for="account">帳號:</label> <input type="text" name="account" id="account" title="帳號" /></p><p><label for="password">密碼:</label> <input type="password" name="password" id="password" title="密碼" /></p>
<p><label for="code">驗證碼(小寫字母或數字):</label> <input type="text" name="code" id="code" maxlength="5" title="驗證碼" /> <img src="/webmail/code.gif?{secrets.randbelow(9999)}" alt="驗證碼圖片" /></p>
<p><input type="checkbox" name="remember" id="remember" value="1" /><label for="remember">記住登入資訊 (公用電腦請勿勾選)</label></p><p><input type="submit" value="登入" title="登入" /></p></form>
<h3>公佈欄</h3><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p>"""), headers=head)

"""Struts pages after the government's guide for accessible forms (2019), by a contractor that passed the AA check."""

from __future__ import annotations

import re
import secrets
import sys
import time
from html import escape as esc
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402

TOKEN = "org.apache.struts.taglib.html.TOKEN"
STYLE = """html{font-size:100%}body{font-family:"微軟正黑體",sans-serif;margin:0;color:#222}.sr-only,.skip{position:absolute;left:-999em}.skip:focus{left:0}
header{border-bottom:4px solid #00695c;padding:.5em 1em}main{max-width:52em;margin:1em auto;padding:0 1em}fieldset{border:1px solid #999;margin:1em 0;padding:.5em 1em}
legend{font-weight:bold;font-size:1.1em}.field{margin:.9em 0}.field label{display:block;font-weight:bold}.desc{display:block;color:#555;font-size:.9em}.must{color:#c00}
.error-summary{border:3px solid #c00;padding:.5em 1em}.error{color:#c00;font-weight:bold}.ok{border:3px solid #2e7d32;padding:.5em 1em}.btn{font-size:1em;padding:.4em 1.2em}
.crumb{font-size:.9em}.steps li{display:inline-block;margin-right:1em}.steps li[aria-current]{font-weight:bold;border-bottom:3px solid #00695c}"""


class Form:
    """Collects the fields and the errors of one page."""

    def __init__(self) -> None:
        self.errors: list[tuple[str, str]] = []

    def wrong(self, ident: str, text: str) -> None:
        self.errors.append((ident, text))

    def top(self) -> str:
        if not self.errors:
            return ""
        items = "".join(f'<li><a href="#{i}">{esc(t)}</a></li>' for i, t in self.errors)
        return f'<div class="error-summary" role="alert" tabindex="-1" id="errorSummary"><h2>您填寫的資料有 {len(self.errors)} 項需要修正</h2><ul>{items}</ul></div>'

    def line(self, ident: str, name: str, label: str, desc: str = "", kind: str = "text", value: str = "", must: bool = True, more: str = "", after: str = "") -> str:
        wrong = [t for i, t in self.errors if i == ident]
        described = (f"{ident}-desc " if desc else "") + (f"{ident}-err" if wrong else "")
        out = f'<div class="field"><label for="{ident}">' + ('<span class="must" aria-hidden="true">*</span><span class="sr-only">必填 </span>' if must else "") + f"{label}</label>"
        if desc:
            out += f'<span class="desc" id="{ident}-desc">{desc}</span>'
        if wrong:
            out += f'<p class="error" id="{ident}-err">錯誤：{esc(wrong[0])}</p>'
        out += f'<input type="{kind}" id="{ident}" name="{name}" value="{esc(value)}"' + (' aria-required="true"' if must else "")
        out += (f' aria-describedby="{described.strip()}"' if described.strip() else "") + (' aria-invalid="true"' if wrong else "") + f"{more}>"
        return out + after + "</div>"


class TheSite(Site):
    title = "government_form_standard_2019"

    def __init__(self) -> None:
        super().__init__()
        self.visits: dict[str, dict] = {}
        self.logins: dict[str, str] = {}

    # ---- pieces
    def visit(self, req: Request) -> tuple[str, dict]:
        name = {"portal": "PJSESSIONID", "inner": "IJSESSIONID", "account": "AJSESSIONID", "mail": "MJSESSIONID"}[req.host]
        path_id = re.search(r";jsessionid=([0-9A-F]+)", req.path)
        sid = req.cookies.get(name, "") or (path_id.group(1) if path_id else "")
        if sid not in self.visits or self.visits[sid]["host"] != req.host:
            sid = secrets.token_hex(16).upper()
            self.visits[sid] = {"host": req.host, "new": f"{name}={sid}; Path=/; HttpOnly"}
        return sid, self.visits[sid]

    def token(self, v: dict) -> str:
        v["token"] = secrets.token_hex(16)
        return f'<div><input type="hidden" name="{TOKEN}" value="{v["token"]}"></div>'

    def stale(self, req: Request, v: dict) -> bool:
        wanted = v.pop("token", "")
        return not wanted or req.get(TOKEN) != wanted

    def page(self, v: dict, name: str, body: str, site: str, crumb: str = "", head: str = "", links: str = "", status: int = 200) -> Response:
        extra = [("Set-Cookie", v.pop("new"))] if "new" in v else []
        text = f"""<!DOCTYPE html>
<html lang="zh-Hant-TW"><head><meta charset="UTF-8">{head}
<title>{name}－{site}</title><style>{STYLE}</style></head><body><a class="skip" href="#C" title="跳到主要內容區塊">跳到主要內容區塊</a><header><a href="#U" id="U" accesskey="U" title="上方功能區塊">:::</a>
<h1><a href="/">{site}</a></h1>
<form action="/search.do" method="get" role="search"><label class="sr-only" for="q">網站搜尋</label><input type="text" id="q" name="q" title="請輸入關鍵字" placeholder="請輸入關鍵字"><button type="submit">搜尋</button></form>
<ul><li><a href="/sitemap.do">網站導覽</a></li>{links}</ul></header><main><a href="#C" id="C" accesskey="C" title="主要內容區塊">:::</a>
<p class="crumb">您目前的位置：<a href="/">首頁</a>{crumb}</p><h2>{name}</h2><noscript><p>您的瀏覽器不支援 JavaScript 語法，但並不影響您使用本網站。</p></noscript>
{body}
</main>
<footer><a href="#Z" id="Z" accesskey="Z" title="下方資訊區塊">:::</a> <span>通過 AA 檢測等級無障礙網頁檢測</span></footer>
</body></html>"""
        return Response(text, status, headers=extra)

    def side(self, req: Request, v: dict, site: str) -> Response | None:
        path = req.path.split(";")[0]
        if path == "/captcha.do":
            letters, n = ("23456789abcdefghijkmnpqrstuvwxyz", 6) if req.host == "mail" else ("123456789BDFHJLNPRTVXZ", 6)
            v["picture"] = self.truth.new_captcha(letters, n)
            return Response(picture(v["picture"], "JPEG"), kind="image/jpeg", headers=[("Set-Cookie", v.pop("new"))] if "new" in v else [])
        if path in ("/search.do", "/sitemap.do", "/captchaVoice.do"):
            if path == "/search.do":
                self.takes(req)
            return self.page(v, "查詢結果", "<p>查無資料。</p>", site)
        return None

    def read(self, req: Request, v: dict, exact: bool = False) -> bool:
        wanted = v.pop("picture", "")
        good = bool(wanted) and wanted == self.truth.captcha
        self.truth.captcha = ""
        said = req.get("checkCode").strip()
        return good and (said if exact else said.upper()) == wanted

    @staticmethod
    def safe(text: str) -> bool:
        return len(text) >= 8 and re.search("[A-Za-z]", text) is not None and re.search("[0-9]", text) is not None

    CODE_AFTER = ('<br><img src="/captcha.do" alt="圖形驗證碼，如無法辨識請使用語音播放" width="120" height="36"> '
                  '<a href="{again}">重新產生驗證碼</a> <a href="/captchaVoice.do" title="播放語音驗證碼">語音播放</a>')
    PORTAL, HR, ACC, MAIL = "台大醫院資訊系統入口網", "人事資料維護", "帳號服務網", "電子郵件服務"

    # ---- portal
    def portal(self, request: Request) -> Response:
        sid, v = self.visit(request)
        side = self.side(request, v, self.PORTAL)
        if side:
            return side
        path = request.path.split(";")[0]
        if path == "/login.do":
            return self.enter(request, sid, v)
        if sid not in self.logins:
            return redirect(f"/login.do;jsessionid={sid}", *([("Set-Cookie", v.pop("new"))] if "new" in v else []))
        links = '<li><a href="/logout.do" onclick="return confirm(\'確定要登出嗎？\');">登出系統</a></li>'
        if path == "/welcome.do":
            return self.page(v, "登入成功", '<div class="ok" role="status"><p>登入成功，系統將自動前往功能選單。若未自動前往，請<a href="/menu.do">點選此處</a>。</p></div>', self.PORTAL,
                             head='\n<meta http-equiv="refresh" content="1;url=/menu.do">')
        if path == "/logout.do":
            self.truth.sessions.discard(f"portal:{self.logins.pop(sid)}")
            self.truth.counts["sign_out_portal"] += 1
            return self.page(v, "登出", '<p>您已安全登出。</p><p><a href="/login.do">重新登入</a></p>', self.PORTAL)
        if path == "/pwd.do":
            return self.new_word(request, v, links)
        if path == "/menu.do":
            ticket = self.logins[sid]
            return self.page(v, "功能選單", f"""<p>{self.truth.person.name} 您好!</p>
<nav aria-label="功能選單"><ul><li>醫療系統<ul><li><a href="#C">門診系統</a></li></ul></li><li>數位學習</li><li>資訊安全</li><li>個人管理
<ul><li><a href="/pwd.do" title="更改密碼">更改密碼</a></li>
<li><a href="#C">個人簽章提醒設定</a></li>
<li><a href="{self.urls["inner"]}/contact/query.do?SESSION={ticket}">查詢員工連絡資料</a></li>
<li><a href="{self.urls["inner"]}/contact/edit.do?SESSION={ticket}" target="_blank" rel="noopener" title="維護個人連絡資料(另開新視窗)">維護個人連絡資料</a></li>
<li><a href="#C">員工公勞健保查詢</a></li></ul></li></ul></nav>
<section><h3>全院公告</h3><table><caption class="sr-only">全院公告列表</caption><thead><tr><th scope="col">日期</th><th scope="col">標題</th></tr></thead><tbody><tr><td>2019/10/21</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr></tbody></table></section>""", self.PORTAL, links=links)
        return redirect("/menu.do")

    def enter(self, req: Request, sid: str, v: dict) -> Response:
        f, t = Form(), self.truth
        if req.method == "POST":
            self.takes(req, hospital="campus", userId="employee_id", userPwd="portal_password", checkCode="captcha")
            seen = self.read(req, v)
            if self.stale(req, v):
                f.wrong("userId", "頁面已逾時或重複送出，請重新填寫")
            elif not seen:
                f.wrong("checkCode", "驗證碼與圖片不符，請重新輸入")
            elif req.get("hospital") != "T0" or req.get("userId") != t.person.employee_id or req.get("userPwd") != t.portal_password:
                f.wrong("userId", "帳號或密碼有誤，請檢查後再次輸入")
            if not f.errors:
                t.sessions.discard("portal:" + self.logins.get(sid, ""))
                self.logins[sid] = secrets.token_hex(16)
                t.sessions.add(f"portal:{self.logins[sid]}")
                t.counts["sign_in"] += 1
                return redirect(f"/welcome.do;jsessionid={sid}")
            t.counts["sign_in_refused"] += 1
        areas = "".join(f'<span><input type="radio" name="hospital" id="h{c}" value="{c}"{" checked" if c == "T0" else ""}><label for="h{c}">{n}</label></span> '
                        for c, n in (("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("T4", "新竹分院"), ("Y0", "雲林分院")))
        return self.page(v, "登入本院PORTAL系統", f"""{f.top()}
<p><span class="must">*</span> 為必填欄位</p>
<form action="/login.do;jsessionid={sid}" method="post" novalidate>{self.token(v)}
<fieldset><legend>院區</legend><span class="desc">請選擇您服務的院區</span>{areas}</fieldset>
<fieldset><legend>登入資料</legend>
{f.line("userId", "userId", "帳號", "6 位數員工編號", value=req.get("userId"), more=' autocomplete="username"')}
{f.line("userPwd", "userPwd", "密碼", "預設為身分證號（英文字母大寫）", "password", more=' autocomplete="current-password"')}
{f.line("checkCode", "checkCode", "驗證碼 (不用區分大小寫)", "請輸入圖片中的 6 個文字", more=' maxlength="6" size="8" autocomplete="off"', after=self.CODE_AFTER.format(again="/login.do"))}
</fieldset>
<p><button type="submit" class="btn">登入</button> <button type="reset" class="btn">清除重填</button></p>
</form>""", self.PORTAL)

    def new_word(self, req: Request, v: dict, links: str) -> Response:
        f, t = Form(), self.truth
        crumb = ' &gt; <a href="/menu.do">功能選單</a> &gt; 更改密碼'
        if req.method == "POST":
            self.takes(req, oldPwd="old_password", newPwd="new_password", newPwdChk="new_password_again")
            new = req.get("newPwd")
            if self.stale(req, v):
                f.wrong("oldPwd", "頁面已逾時或重複送出，請重新填寫")
            elif req.get("oldPwd") != t.portal_password:
                f.wrong("oldPwd", "您輸入的舊密碼不符")
            elif not self.safe(new) or new == t.portal_password:
                f.wrong("newPwd", "新密碼須 8 個字元以上、含英文及數字，且不得與舊密碼相同")
            elif new != req.get("newPwdChk"):
                f.wrong("newPwdChk", "再次輸入的新密碼不一致")
            if not f.errors:
                t.portal_password = new
                t.counts["password_changed"] += 1
                return self.page(v, "更改密碼", '<div class="ok" role="status"><p>密碼變更作業已完成，請牢記您的新密碼。</p></div><p><a href="/menu.do">回功能選單</a></p>', self.PORTAL, crumb, links=links)
            t.counts["password_refused"] += 1
        return self.page(v, "更改密碼", f"""{f.top()}
<form action="/pwd.do" method="post" novalidate>{self.token(v)}
<fieldset aria-describedby="rule"><legend>變更密碼</legend>
<div id="rule" class="desc">密碼設定條件：<ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol></div>
{f.line("oldPwd", "oldPwd", "請輸入舊密碼：", "", "password")}
{f.line("newPwd", "newPwd", "請輸入新密碼：", "至少 8 個字元，須含英文及數字", "password")}
{f.line("newPwdChk", "newPwdChk", "請再輸入新密碼：", "請再輸入一次以資確認", "password")}
</fieldset>
<p><button type="submit" class="btn">確定送出</button> <a href="/menu.do">回功能選單</a></p></form>""", self.PORTAL, crumb, links=links)

    # ---- inner
    COLUMNS = (("english_surname", "engLast", "英文姓", "ex:Chen(陳)", True), ("english_given", "engFirst", "英文首名", "ex: Yi-Fen(怡芬)", True), ("english_middle", "engMid", "英文中名", "ex:Mary 為英文別名，如無，可不填", False),
               ("office_phone", "telO", "辦公室電話", "ex:61234或23123456", False), ("home_phone", "telH", "住宅電話", "ex:0223123456", False), ("mobile_phone", "telM", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", True))

    def inner(self, request: Request) -> Response:
        _, v = self.visit(request)
        side = self.side(request, v, self.HR)
        if side:
            return side
        if request.query.get("SESSION") in self.logins.values():
            v["ticket"] = request.query["SESSION"]
        if v.get("ticket") not in self.logins.values():
            return self.page(v, "無使用權限", f'<p class="error">請先<a href="{self.urls["portal"]}/login.do">登入入口網</a>。</p>', self.HR, status=403)
        back = f'<li><a href="{self.urls["portal"]}/menu.do">回功能選單</a></li>'
        if request.path != "/contact/edit.do":
            return self.page(v, "查詢員工連絡資料", "<p>本功能僅限人事人員使用。</p>", self.HR, links=back)
        f, t, p = Form(), self.truth, self.truth.person
        now = {k: t.saved_contact.get(k, getattr(p, k)) for k, *_ in self.COLUMNS}
        done = ""
        if request.method == "POST":
            self.takes(request, telM="mobile_phone")
            stale = self.stale(request, v)
            now = {k: request.get(n).strip() for k, n, *_ in self.COLUMNS}
            if stale or not all(request.has(n) for _, n, *_ in self.COLUMNS):
                f.wrong("engLast", "頁面已逾時或重複送出，請重新填寫")
            for k, n, label, _, must in self.COLUMNS:
                if must and not now[k]:
                    f.wrong(n, f"「{label}」為必填欄位")
                elif len(now[k]) > (20 if n.startswith("tel") else 50):
                    f.wrong(n, f"「{label}」長度超過限制")
            if now["mobile_phone"] and not re.fullmatch(r"09\d{8}", now["mobile_phone"]):
                f.wrong("telM", "「行動電話」格式不正確，請輸入 10 碼數字，例如 0952000000")
            if not f.errors:
                t.saved_contact.update(now)
                t.counts["contact_saved"] += 1
                done = '<div class="ok" role="status"><p>您的連絡資料已更新，更新後內容如下。</p></div>'
        lines = {n: f.line(n, n, label, hint, "tel" if n.startswith("tel") else "text", now[k], must) for k, n, label, hint, must in self.COLUMNS}
        return self.page(v, "台大醫院---維護個人連絡資料", f"""{f.top()}{done}
<form action="/contact/edit.do" method="post" novalidate>{self.token(v)}
<p><button type="submit" class="btn">異動儲存</button></p>
<dl><dt>員工編號</dt><dd>{p.employee_id}</dd><dt>姓名</dt><dd>{p.name}</dd></dl>
<fieldset><legend>英文姓名</legend>{lines["engLast"]}{lines["engFirst"]}{lines["engMid"]}</fieldset>
<fieldset><legend>連絡電話</legend>{lines["telO"]}{lines["telH"]}{lines["telM"]}</fieldset>
</form>""", self.HR, " &gt; 維護個人連絡資料", links=back)

    # ---- account
    NAMES = {"open": "啟用網路帳號及首次雲端帳號密碼設定", "reset": "重置雲端服務密碼"}

    def account(self, request: Request) -> Response:
        _, v = self.visit(request)
        side = self.side(request, v, self.ACC)
        if side:
            return side
        found = re.fullmatch(r"/(open|reset)/(verify|ready|form)\.do", request.path)
        if request.path == "/exit.do":
            self.leave(v)
            return self.page(v, "離開", '<p>您已離開本服務，為確保安全請關閉瀏覽器。</p><p><a href="/">回首頁</a></p>', self.ACC)
        if not found:
            return self.rules(v)
        kind, what = found.groups()
        if what == "verify":
            return self.verify(request, v, kind)
        if what == "ready":
            if not v.get("code"):
                return redirect(f"/{kind}/verify.do")
            return self.page(v, "動態碼簡訊發送成功", f'<div class="ok" role="status"><p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p></div><p><a class="btn" href="/{kind}/verify.do?sent=Y" role="button">確定</a></p>', self.ACC)
        if v.get("proved", ("", ""))[0] != kind:
            return redirect(f"/{kind}/verify.do")
        return self.open_form(request, v) if kind == "open" else self.reset_form(request, v)

    def leave(self, v: dict) -> None:
        if "proved" in v:
            self.truth.sessions.discard(f"account:{v.pop('proved')[1]}")
            self.truth.counts["sign_out_account"] += 1
        v.pop("code", None)

    def rules(self, v: dict) -> Response:
        return self.page(v, "服務說明", f"""<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<section aria-labelledby="s1"><h3 id="s1">《規範》</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>如有借用帳號行為，致院內重要資料或個人資料外洩時，該網路帳號擁有者需負相關法律之責任。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同，以確保個人資料安全。</li></ul></section>
<section aria-labelledby="s2"><h3 id="s2">《常見問題與服務》</h3><dl><dt>密碼修改後多久可以生效</dt><dd>即時生效。</dd><dt>忘記密碼</dt><dd>請以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</dd></dl></section>
<section aria-labelledby="s3"><h3 id="s3">線上服務</h3><ul>
<li><a href="/open/verify.do" title="前往 {self.NAMES["open"]}">{self.NAMES["open"]}</a><p class="desc">啟用本院微軟相關服務，如：Office365, Outlook...</p></li>
<li><a href="/reset/verify.do" title="前往 {self.NAMES["reset"]}">{self.NAMES["reset"]}</a><p class="desc">重設非Portal帳號的密碼。從未使用請先【啟用網路帳號】</p></li>
<li><a href="#C">總院廠商VPN展延申請</a></li></ul></section>""", self.ACC)

    def verify(self, req: Request, v: dict, kind: str) -> Response:
        f, t = Form(), self.truth
        panel = False
        emp = req.get("empNo").strip()
        if req.method == "POST":
            self.takes(req, empNo="employee_id", mobileNo="registered_phone", otp="code")
            act = req.get("act")
            if self.stale(req, v):
                f.wrong("empNo", "頁面已逾時或重複送出，請重新填寫")
            elif act == "ask":
                panel = re.fullmatch(r"\d{6}", emp) is not None
                if not panel:
                    f.wrong("empNo", "請輸入 6 位數字之網路帳號或員工編號")
            elif act == "send":
                if emp != t.person.employee_id or req.get("mobileNo") != (t.saved_contact.get("mobile_phone") or t.person.mobile_phone):
                    panel = True
                    f.wrong("mobileNo", "手機門號與登記資料不一致，動態碼未發送")
                else:
                    v.update(code=t.new_message(), born=time.time(), emp=emp, kind=kind)
                    return redirect(f"/{kind}/ready.do")
            elif act == "next":
                if not v.get("code") or v.get("kind") != kind:
                    f.wrong("otp", "請先取得簡訊動態碼")
                elif time.time() - v["born"] > 120:
                    f.wrong("otp", "動態碼已超過 2 分鐘有效時間，請重新取得")
                elif emp != v["emp"] or req.get("otp").strip() != v["code"]:
                    f.wrong("otp", "動態碼不符，請確認後重新輸入")
                if f.errors:
                    t.counts["code_refused"] += 1
                else:
                    v.pop("code")
                    t.sessions.discard("account:" + v.get("proved", ("", ""))[1])
                    v["proved"] = (kind, secrets.token_hex(8))
                    t.sessions.add(f"account:{v['proved'][1]}")
                    t.counts["code_accepted"] += 1
                    return redirect(f"/{kind}/form.do")
            else:
                f.wrong("empNo", "請選擇要執行的動作")
        elif req.query.get("sent") == "Y":
            emp = v.get("emp", "")
        ask = ""
        if panel:
            ask = f"""<fieldset id="phonePanel"><legend>發送動態碼至登記門號</legend>
{f.line("mobileNo", "mobileNo", "請輸入帳號登記的手機門號(10碼)", "例如 0952000000", "tel", more=' maxlength="10"')}
<button type="submit" name="act" value="send" class="btn">確定發送</button> <a href="/{kind}/verify.do">取消</a></fieldset>"""
        return self.page(v, self.NAMES[kind], f"""{f.top()}
<ol class="steps"><li aria-current="step">身分驗證</li><li>資料設定</li><li>完成</li></ol>
<section><h3>注意事項</h3><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></section>
<form action="/{kind}/verify.do" method="post" novalidate autocomplete="off">{self.token(v)}
<fieldset><legend>進行身分驗證</legend>
{f.line("empNo", "empNo", "網路帳號 / 主職員工編號", "6 位數數字", value=emp, after=' <button type="submit" name="act" value="ask" class="btn">發送簡訊動態碼</button>')}
{ask}
{f.line("otp", "otp", "簡訊(或MOTP)動態碼", "2 分鐘內有效", must=False, more=' maxlength="8"')}
</fieldset>
<p><button type="submit" name="act" value="next" class="btn">下一步</button></p></form>""", self.ACC, f" &gt; {self.NAMES[kind]}")

    def open_form(self, req: Request, v: dict) -> Response:
        f, t, p = Form(), self.truth, self.truth.person
        exit_link = '<p><a href="/exit.do">離開本服務</a></p>'
        if req.method == "POST":
            self.takes(req, mailName="alias", cloudPwd="cloud_password", cloudPwdChk="cloud_password_again")
            if self.stale(req, v):
                f.wrong("mailName", "頁面已逾時或重複送出，請重新填寫")
            elif req.get("act") == "cancel":
                self.leave(v)
                return self.page(v, "取消啟用", '<p>您已取消，本次未做任何設定。</p><p><a href="/">回首頁</a></p>', self.ACC)
            elif req.get("act") != "open":
                f.wrong("mailName", "請選擇要執行的動作")
            elif t.alias:
                f.wrong("mailName", "您已啟用過雲端服務，不得重複申請")
            else:
                name = req.get("mailName").strip()
                if not re.fullmatch(r"[A-Za-z0-9]+([._-][A-Za-z0-9]+)*", name) or not 3 <= len(name) <= 64:
                    f.wrong("mailName", "電子郵件名稱格式不正確，限英文、數字及 . _ - 符號，長度 3 至 64 字元")
                elif name.lower() == "taken.name":
                    f.wrong("mailName", "此電子郵件名稱已被申請，請改用其他名稱")
                if not self.safe(req.get("cloudPwd")):
                    f.wrong("cloudPwd", "密碼須 8 個字元以上，且含英文及數字")
                elif req.get("cloudPwd") != req.get("cloudPwdChk"):
                    f.wrong("cloudPwdChk", "再次輸入的密碼不一致")
                if not f.errors:
                    t.alias, t.cloud_password = name, req.get("cloudPwd")
                    t.counts["activated"] += 1
                    return self.page(v, "申辦結果", f"""<ol class="steps"><li>身分驗證</li><li>資料設定</li><li aria-current="step">完成</li></ol>
<div class="ok" role="status"><p>雲端服務帳號申辦完成。</p></div><dl><dt>電子郵件信箱</dt><dd>{esc(name)}@ntuh.gov.tw</dd><dt>生效日</dt><dd>設定完成隔日</dd></dl>{exit_link}""", self.ACC)
        if t.alias:
            return self.page(v, "設定密碼與郵件別名", f"""{f.top()}<p>查 貴帳號業已開通雲端服務，無須再次申辦。</p><dl><dt>雲端服務帳號</dt><dd>{esc(t.alias)}@ntuh.gov.tw</dd></dl>{exit_link}""", self.ACC)
        facts = "".join(f"<dt>{a}</dt><dd>{b}</dd>" for a, b in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        return self.page(v, "設定密碼與郵件別名", f"""{f.top()}
<ol class="steps"><li>身分驗證</li><li aria-current="step">資料設定</li><li>完成</li></ol>
<section><h3>雲端服務帳號說明</h3><ol><li>雲端服務帳號為跨體系使用。</li><li>服務於設定完成隔日生效。</li></ol></section>
<dl>{facts}</dl>
<form action="/open/form.do" method="post" novalidate autocomplete="off">{self.token(v)}
<fieldset><legend>郵件別名</legend>{f.line("mailName", "mailName", "雲端服務帳號 (電子郵件名稱)", "名稱長度限64字元內", value=req.get("mailName"), more=' maxlength="64"', after=" @ntuh.gov.tw")}</fieldset>
<fieldset><legend>雲端服務密碼</legend>{f.line("cloudPwd", "cloudPwd", "密碼", "至少 8 個字元，須含英文及數字，請勿與 Portal 密碼相同", "password")}{f.line("cloudPwdChk", "cloudPwdChk", "確認密碼", "請再輸入一次密碼", "password")}</fieldset>
<p><button type="submit" name="act" value="cancel" class="btn">取消啟用</button> <button type="submit" name="act" value="open" class="btn">啟用雲端服務</button> <span>服務於設定完成隔日生效</span></p></form>""", self.ACC)

    def reset_form(self, req: Request, v: dict) -> Response:
        f, t = Form(), self.truth
        exit_link = '<p><a href="/exit.do">離開本服務</a></p>'
        if not t.alias:
            return self.page(v, self.NAMES["reset"], f"<p>您尚未啟用雲端服務，請先辦理啟用。</p>{exit_link}", self.ACC)
        if req.method == "POST":
            self.takes(req, cloudPwd="cloud_password", cloudPwdChk="cloud_password_again")
            if self.stale(req, v):
                f.wrong("cloudPwd", "頁面已逾時或重複送出，請重新填寫")
            elif not self.safe(req.get("cloudPwd")):
                f.wrong("cloudPwd", "密碼須 8 個字元以上，且含英文及數字")
            elif req.get("cloudPwd") != req.get("cloudPwdChk"):
                f.wrong("cloudPwdChk", "再次輸入的密碼不一致")
            else:
                t.cloud_password = req.get("cloudPwd")
                t.counts["cloud_password_reset"] += 1
                return self.page(v, "申辦結果", f'<div class="ok" role="status"><p>雲端服務密碼重置完成，即時生效。</p></div>{exit_link}', self.ACC)
        return self.page(v, self.NAMES["reset"], f"""{f.top()}<form action="/reset/form.do" method="post" novalidate>{self.token(v)}<fieldset><legend>重設密碼</legend>
{f.line("cloudPwd", "cloudPwd", "新密碼", "至少 8 個字元，須含英文及數字", "password")}{f.line("cloudPwdChk", "cloudPwdChk", "確認新密碼", "", "password")}</fieldset>
<p><button type="submit" class="btn">確定送出</button></p></form>{exit_link}""", self.ACC)

    # ---- mail
    def mail(self, request: Request) -> Response:
        _, v = self.visit(request)
        side = self.side(request, v, self.MAIL)
        if side:
            return side
        f, t = Form(), self.truth
        if v.get("box"):
            if request.path == "/signout.do":
                t.sessions.discard(f"mail:{v.pop('box')}")
                t.counts["sign_out_mail"] += 1
                return redirect("/signin.do")
            return self.page(v, "收件匣", f'<p>{esc(t.alias)}@ntuh.gov.tw 您好</p><table><caption>收件匣郵件列表</caption><tr><th scope="col">寄件者</th><th scope="col">主旨</th></tr><tr><td>資訊室</td><td>服務開通通知</td></tr></table>', self.MAIL, links='<li><a href="/signout.do">登出</a></li>')
        if request.path == "/signin.do" and request.method == "POST":
            self.takes(request, acct="mail_account", pwd="mail_password", checkCode="captcha")
            seen = self.read(request, v, exact=True)
            if self.stale(request, v):
                f.wrong("acct", "頁面已逾時或重複送出，請重新填寫")
            elif not seen:
                f.wrong("checkCode", "驗證碼與圖片不符，請重新輸入")
            elif not t.alias or request.get("acct").strip().lower() != t.alias.lower() or request.get("pwd") != t.cloud_password:
                f.wrong("acct", "帳號或密碼有誤，請檢查後再次輸入")
            else:
                v["box"] = secrets.token_hex(8)
                t.sessions.add(f"mail:{v['box']}")
                t.counts["mail_sign_in"] += 1
                return redirect("/inbox.do")
        return self.page(v, "登入電子郵件", f"""{f.top()}<form action="/signin.do" method="post" novalidate>{self.token(v)}<fieldset><legend>登入資料</legend>
{f.line("acct", "acct", "帳號:", "電子郵件名稱，不含 @ntuh.gov.tw", value=request.get("acct"))}{f.line("pwd", "pwd", "密碼:", "雲端服務密碼", "password")}
{f.line("checkCode", "checkCode", "驗證碼(小寫字母或數字):", "", more=' maxlength="6" autocomplete="off"', after=self.CODE_AFTER.format(again="/signin.do"))}
<div class="field"><input type="checkbox" id="keep" name="keep" value="Y"><label for="keep" style="display:inline">記住登入資訊 (公用電腦請勿勾選)</label></div></fieldset>
<p><button type="submit" class="btn">登入</button></p></form>
<section><h3>公佈欄</h3><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p><p>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls["account"]}/">https://help.ntuh.gov.tw/</a></p></section>""", self.MAIL)

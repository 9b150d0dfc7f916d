"""無障礙小組：AA 標章、導盲磚、錯誤摘要、步驟說明、登出確認頁。"""

from __future__ import annotations

import re
import time
from html import escape
from secrets import token_hex

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

SCORE = (re.compile("[A-Za-z]"), re.compile("[0-9]"))


def weak(word: str) -> bool:
    return len(word) < 8 or not all(r.search(word) for r in SCORE)


class TheSite(Site):
    title = "無障礙 AA 標章"

    def __init__(self) -> None:
        super().__init__()
        self.staff: dict[str, bool] = {}
        self.passes: dict[str, str] = {}
        self.visits: dict[str, dict] = {}
        self.readers: set[str] = set()

    def html(self, heading: str, main: str, where: str = "", problems: list[tuple[str, str]] | None = None, told: str = "", cookie: str = "") -> Response:
        summary = ""
        if problems:
            items = "".join(f'<li><a href="#{at}">{words}</a></li>' for at, words in problems)
            summary = f'<section class="error-summary" role="alert" aria-labelledby="es" tabindex="-1"><h2 id="es">您填寫的內容有 {len(problems)} 個問題</h2><ul>{items}</ul></section>'
        status = f'<p class="status-message" role="status" aria-live="polite">{told}</p>' if told else ""
        mark = "錯誤：" if problems else ""
        crumbs = f'<nav aria-label="麵包屑"><ol><li>首頁</li><li aria-current="page">{heading}</li></ol></nav>'
        return Response(f"""<!DOCTYPE html>
<html lang="zh-Hant">
<head><meta charset="utf-8"><title>{mark}{heading}｜{where or "入口網"}</title><meta name="viewport" content="width=device-width,initial-scale=1"></head>
<body>
<a class="skip" href="#main" title="跳到主要內容區塊">跳到主要內容區塊</a>
<noscript>您的瀏覽器不支援JavaScript語法，但是並不影響您使用本網站</noscript>
<header><a accesskey="U" href="#U" id="U" title="上方功能區塊">:::</a> <span class="site">{where or "入口網"}</span>
<form role="search" action="/search" method="get"><label for="kw">關鍵字搜尋</label><input id="kw" name="q" type="search"><button type="submit">搜尋</button></form></header>
{crumbs}
<main id="main"><a accesskey="C" href="#C" id="C" title="中央內容區塊">:::</a>
<h1>{heading}</h1>
{summary}{status}
{main}
</main>
<footer><a accesskey="B" href="#B" id="B" title="下方功能區塊">:::</a> <img src="/aa.png" alt="通過AA檢測等級無障礙網頁檢測"> 資訊室分機 261120</footer>
</body></html>""", headers=[("Set-Cookie", cookie)] if cookie else [])

    # ---------------------------------------------------------------- 入口網
    def portal(self, request: Request) -> Response:
        t, p = self.truth, request.path.rstrip("/")
        me = request.cookies.get("aa_portal", "")
        if p == "/captcha/image":
            return Response(picture(t.new_captcha(), "PNG", (160, 48)), kind="image/png")
        if p == "/signin" and request.method == "POST":
            self.takes(request, branch="campus", **{"staff-id": "employee_id", "pin": "portal_password", "picture-text": "captcha"})
            want, t.captcha = t.captcha, ""
            if request.get("page-key") not in self.visits:
                return redirect("/")
            self.visits.pop(request.get("page-key"))
            why: list[tuple[str, str]] = []
            if not want or request.get("picture-text").strip().upper() != want:
                why.append(("picture-text", "圖片中的文字與您輸入的不同"))
            elif request.get("branch") != "main":
                why.append(("branch-main", "您不屬於所選的院區"))
            elif request.get("staff-id").strip() != t.person.employee_id or request.get("pin") != t.portal_password:
                why.append(("staff-id", "帳號和密碼的組合不正確"))
            if why:
                t.counts["sign_in_refused"] += 1
                return self._signin(why)
            me = token_hex(16)
            self.staff[me] = True
            t.sessions.add(f"portal:{me}")
            t.counts["sign_in"] += 1
            return redirect("/notice" if t.portal_password == t.person.national_id else "/menu", ("Set-Cookie", f"aa_portal={me}; Path=/; HttpOnly"))
        if me not in self.staff:
            return self._signin([])
        if p == "/notice":
            return self.html("提醒您變更預設密碼", '<p>您目前使用的是預設密碼（身分證號），為了帳號安全，建議您儘速變更。</p><ul><li><a href="/password">現在就更改密碼</a></li><li><a href="/menu">稍後再說，前往功能選單</a></li></ul>')
        if p in ("", "/menu"):
            return self.html("功能選單", f"""<p>{t.person.name}，您好!</p><section aria-labelledby="g1"><h2 id="g1">個人管理</h2><ul>
<li><a href="/password">更改密碼</a></li><li><a href="/todo">個人簽章提醒設定</a></li><li><a href="/todo">查詢員工連絡資料</a></li>
<li><a href="{self.urls['inner']}/staff/contact?SESSION={me}">維護個人連絡資料 <span class="sr-only">（前往人事系統）</span></a></li><li><a href="/todo">個人就醫紀錄查詢</a></li></ul></section>
<section aria-labelledby="g2"><h2 id="g2">全院公告</h2><p>2 則</p></section><p><a href="/signout">登出系統</a></p>""")
        if p == "/password":
            return self._password(request)
        if p == "/signout":
            if request.method == "POST":
                self.takes(request)
                if request.get("answer") != "yes":
                    return redirect("/menu")
                self.staff.pop(me)
                t.sessions.discard(f"portal:{me}")
                t.counts["sign_out_portal"] += 1
                return redirect("/", ("Set-Cookie", "aa_portal=; Path=/; Max-Age=0"))
            return self.html("確認登出", '<p>您確定要登出系統嗎？</p><form method="post" action="/signout"><button type="submit" name="answer" value="yes">是，登出</button> <button type="submit" name="answer" value="no">否，回功能選單</button></form>')
        return self.html("頁面不存在", '<p><a href="/menu">回功能選單</a></p>')

    def _signin(self, why: list[tuple[str, str]]) -> Response:
        key = token_hex(6)
        self.visits[key] = {}
        radios = "".join(f'<div><input type="radio" id="branch-{v}" name="branch" value="{v}"{" checked" if v == "main" else ""}><label for="branch-{v}">{n}</label></div>' for v, n in (("main", "總院區"), ("hsinchu", "新竹臺大分院"), ("yunlin", "雲林分院")))
        return self.html("登入醫療資訊系統", f"""<p>標示「必填」的欄位請務必填寫。</p><form method="post" action="/signin"><input type="hidden" name="page-key" value="{key}">
<fieldset><legend>院區（必填）</legend>{radios}</fieldset>
<fieldset><legend>您的身分</legend>
<p><label for="staff-id">帳號（必填）</label><br><input id="staff-id" name="staff-id" type="text" inputmode="numeric" autocomplete="username" aria-describedby="sid-hint" aria-required="true"> <span id="sid-hint">6位數數字</span></p>
<p><label for="pin">密碼（必填）</label><br><input id="pin" name="pin" type="password" autocomplete="current-password" aria-required="true" aria-describedby="pin-hint"> <span id="pin-hint">預設為身分證號，英文字母大寫</span></p></fieldset>
<fieldset><legend>圖片驗證</legend><p><img src="/captcha/image?{key}" alt="驗證碼圖片，若無法辨識請使用語音播放"> <a href="/captcha/audio" title="播放語音(另開新視窗)" target="_blank">播放語音</a> <a href="/">重新產生圖片</a></p>
<p><label for="picture-text">驗證碼（必填，不用區分大小寫）</label><br><input id="picture-text" name="picture-text" type="text" autocomplete="off" aria-required="true"></p></fieldset>
<button type="submit">登入 Sign in</button></form>""", problems=why)

    def _password(self, request: Request) -> Response:
        t = self.truth
        why: list[tuple[str, str]] = []
        if request.method == "POST":
            self.takes(request, **{"old-password": "old_password", "new-password": "new_password", "new-password-repeat": "new_password_again"})
            new = request.get("new-password")
            if request.get("old-password") != t.portal_password:
                why.append(("old-password", "舊密碼不正確"))
            if weak(new):
                why.append(("new-password", "新密碼要有8個字元以上，並且包含英文及數字"))
            elif new == t.portal_password:
                why.append(("new-password", "新密碼不能與舊密碼相同"))
            if new != request.get("new-password-repeat"):
                why.append(("new-password-repeat", "再次輸入的新密碼與前一欄不同"))
            if not why:
                t.portal_password = new
                t.counts["password_changed"] += 1
                return self.html("更改密碼結果", '<p><a href="/menu">回功能選單</a></p><p><a href="/signout">登出系統</a></p>', told="您的密碼已經更新，請記住新的密碼。")
            t.counts["password_refused"] += 1
        at = dict(why)

        def box(i: str, label: str, hint: str = "") -> str:
            wrong = f'<span class="field-error" id="{i}-err">錯誤：{at[i]}</span><br>' if i in at else ""
            return f'<p><label for="{i}">{label}</label><br>{wrong}<input type="password" id="{i}" name="{i}" aria-describedby="{i}-hint"{" aria-invalid=true" if i in at else ""}> <span id="{i}-hint">{hint}</span></p>'

        return self.html("更改密碼", f"""<form method="post" action="/password">{box("old-password", "請輸入舊密碼：")}{box("new-password", "請輸入新密碼：", "長度不可少於8個字元，需包含英文及數字")}{box("new-password-repeat", "請再輸入新密碼：")}
<p>密碼強度檢核：<output for="new-password">尚未輸入</output></p><button type="submit">送出變更</button></form><p><a href="/menu">回功能選單</a></p>""", problems=why)

    # ---------------------------------------------------------------- 人事
    def inner(self, request: Request) -> Response:
        t, me = self.truth, request.query.get("SESSION", "")
        if me not in self.staff:
            return self.html("請重新登入", f'<p>閒置過久，<a href="{self.urls["portal"]}/">請重新登入</a>。</p>', "人事系統")
        if request.path != "/staff/contact":
            return self.html("頁面不存在", "", "人事系統")
        asks = (("surname", "english_surname", "英文姓", "ex:Chen(陳)", "family-name"), ("given", "english_given", "英文首名", "ex: Yi-Fen(怡芬)", "given-name"), ("additional", "english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填", "additional-name"), ("tel-work", "office_phone", "辦公室電話", "ex:61234或23123456", "tel-extension"), ("tel-home", "home_phone", "住宅電話", "ex:0223123456", "home tel"), ("tel-mobile", "mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", "mobile tel"))
        why: list[tuple[str, str]] = []
        told = ""
        now = {n: t.saved_contact.get(k, getattr(t.person, k)) for n, k, *_ in asks}
        if request.method == "POST":
            self.takes(request, **{"tel-mobile": "mobile_phone"})
            now = {n: request.get(n).strip() for n, *_ in asks}
            if not now["surname"]:
                why.append(("surname", "英文姓沒有填寫"))
            if not re.fullmatch(r"09\d{8}", now["tel-mobile"]):
                why.append(("tel-mobile", "行動電話應為09開頭的10碼數字"))
            if not why:
                t.saved_contact = {k: now[n] for n, k, *_ in asks}
                t.counts["contact_saved"] += 1
                told = f"您的連絡資料已於 {time.strftime('%H:%M')} 更新。"
        rows = "".join(f'<p><label for="{n}">{lab}：</label><br><span id="{n}-h">{hint}</span><br><input id="{n}" name="{n}" type="{"tel" if n.startswith("tel") else "text"}" autocomplete="{ac}" aria-describedby="{n}-h" value="{escape(now[n])}"></p>' for n, _, lab, hint, ac in asks)
        return self.html("維護個人連絡資料", f"""<dl><dt>員工編號：</dt><dd>{t.person.employee_id}</dd><dt>姓名：</dt><dd>{t.person.name}</dd></dl><form method="post" action="/staff/contact?SESSION={me}"><fieldset><legend>台大醫院---維護個人連絡資料</legend>{rows}</fieldset><button type="submit">異動儲存</button></form>
<p><a href="{self.urls['portal']}/menu">回功能選單</a></p>""", "人事系統", why, told)

    # ---------------------------------------------------------------- 網路帳號
    def account(self, request: Request) -> Response:
        t, who, p = self.truth, self.truth.person, request.path.rstrip("/")
        place = "網路帳號服務"
        vid = request.cookies.get("aa_help", "")
        if p == "":
            return self.html("網路帳號服務首頁", """<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><h2>《規範》</h2><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><h2>《常見問題與服務》</h2><h3>密碼修改後多久可以生效</h3><p>即時生效。</p><h3>忘記密碼</h3><p>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p>
<h2>線上服務</h2><ul class="services"><li><a href="/identity/activate" title="前往啟用網路帳號及首次雲端帳號密碼設定">啟用網路帳號及首次雲端帳號密碼設定</a></li><li><a href="/identity/reset" title="前往重置雲端服務密碼">重置雲端服務密碼</a></li><li><a href="/vpn" title="前往總院廠商VPN展延申請">總院廠商VPN展延申請</a></li></ul>""", place)
        if p in ("/identity/activate", "/identity/reset"):
            kind = p.rsplit("/", 1)[1]
            fresh = ""
            if vid not in self.visits:
                vid = token_hex(12)
                self.visits[vid] = {"emp": ""}
                fresh = f"aa_help={vid}; Path=/; HttpOnly"
            v = self.visits[vid]
            v["kind"] = kind
            if request.method == "GET":
                return self._identity(v, [], "", fresh)
            self.takes(request, account="employee_id", otp="code")
            v["emp"] = request.get("account").strip()
            if fresh:
                return self._identity(v, [("account", "操作逾時，請重新進行身分驗證")], "", fresh)
            if v["emp"] != who.employee_id:
                return self._identity(v, [("account", "找不到這個帳號")], "")
            if request.get("do") == "send":
                v["may_send"] = True
                return redirect("/identity/phone")
            code = v.get("code", "")
            if not code or request.get("otp").strip() != code:
                t.counts["code_refused"] += 1
                v["miss"] = v.get("miss", 0) + 1
                if v["miss"] >= 5:
                    v["code"] = ""
                return self._identity(v, [("otp", "動態碼不正確，請檢查簡訊內容")], "")
            if time.time() - v["sent"] > 120:
                t.counts["code_refused"] += 1
                v["code"] = ""
                return self._identity(v, [("otp", "動態碼已經超過2分鐘的有效時間，請重新發送")], "")
            v["code"] = ""
            key = token_hex(12)
            self.passes[key] = kind
            t.sessions.add(f"account:{key}")
            t.counts["code_accepted"] += 1
            return redirect("/cloud/password" if kind == "reset" else "/cloud/alias", ("Set-Cookie", f"aa_proof={key}; Path=/; HttpOnly"))
        if p == "/identity/phone":
            v = self.visits.get(vid)
            if not v or not v.get("may_send"):
                return redirect("/")
            why: list[tuple[str, str]] = []
            if request.method == "POST":
                self.takes(request, phone="registered_phone")
                if request.get("phone").strip() == t.saved_contact.get("mobile_phone", who.mobile_phone):
                    v.update(code=t.new_message(), sent=time.time(), miss=0, may_send=False)
                    return redirect("/identity/sent")
                why.append(("phone", "這不是您登記的手機門號"))
            return self.html("核對手機門號", f'<form method="post" action="/identity/phone"><p><label for="phone">請輸入帳號登記的手機門號(10碼)</label><br><input id="phone" name="phone" type="tel" maxlength="10" autocomplete="tel-national"></p><button type="submit">確定發送</button> <a href="/identity/{v["kind"]}">取消</a></form>', place, why)
        if p == "/identity/sent" and vid in self.visits:
            return self.html("動態碼簡訊發送成功", f'<p><a href="/identity/{self.visits[vid].get("kind", "activate")}" class="button">確定</a></p>', place, told="成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」。")
        key = request.cookies.get("aa_proof", "")
        if key not in self.passes:
            return self.html("尚未驗證身分", '<p><a href="/">回首頁重新進行身分驗證</a></p>', place)
        if p == "/cloud/leave":
            self.passes.pop(key)
            t.sessions.discard(f"account:{key}")
            t.counts["sign_out_account"] += 1
            return self.html("您已離開", '<p><a href="/">回首頁</a></p>', place, told="您的身分驗證已經結束。", cookie="aa_proof=; Path=/; Max-Age=0")
        if p == "/cloud/alias":
            return self._alias(request)
        if p == "/cloud/password":
            why = []
            if request.method == "POST":
                self.takes(request, cloud="cloud_password", cloud2="cloud_password_again")
                if not t.alias:
                    why.append(("cloud", "您的雲端服務尚未啟用"))
                elif weak(request.get("cloud")) or request.get("cloud") != request.get("cloud2"):
                    why.append(("cloud", "密碼不符合規定，或兩次輸入不同"))
                else:
                    t.cloud_password = request.get("cloud")
                    return self.html("重置結果", '<p><a href="/cloud/leave">結束並離開</a></p>', place, told="雲端服務密碼已經重置，即時生效。")
            return self.html("重置雲端服務密碼", '<form method="post" action="/cloud/password"><p><label for="cloud">新的雲端服務密碼</label><br><input id="cloud" name="cloud" type="password"></p><p><label for="cloud2">再次輸入新的雲端服務密碼</label><br><input id="cloud2" name="cloud2" type="password"></p><button type="submit">確定重置</button></form><p><a href="/cloud/leave">結束並離開</a></p>', place, why)
        return self.html("頁面不存在", '<p><a href="/">回首頁</a></p>', place)

    def _identity(self, v: dict, why: list[tuple[str, str]], told: str, cookie: str = "") -> Response:
        head = "重置雲端服務密碼" if v["kind"] == "reset" else "啟用網路帳號及首次雲端帳號密碼設定"
        return self.html(head, f"""<section aria-labelledby="care"><h2 id="care">注意事項</h2><ul><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></section>
<form method="post" action="/identity/{v['kind']}"><fieldset><legend>身分驗證</legend>
<p><label for="account">網路帳號 / 主職員工編號<span class="req">（必填）</span></label><br><input id="account" name="account" type="text" inputmode="numeric" value="{escape(v['emp'])}"> <button type="submit" name="do" value="send">發送簡訊動態碼</button></p>
<p><label for="otp">簡訊(或MOTP)動態碼</label><br><input id="otp" name="otp" type="text" inputmode="numeric" autocomplete="one-time-code"></p></fieldset>
<button type="submit" name="do" value="next">下一步<span class="sr-only">：設定密碼與郵件別名</span></button></form><p><a href="/">回首頁</a></p>""", "網路帳號服務", why, told, cookie)

    def _alias(self, request: Request) -> Response:
        t, who = self.truth, self.truth.person
        why: list[tuple[str, str]] = []
        told = ""
        if request.method == "POST":
            self.takes(request, alias="alias", cloud="cloud_password", cloud2="cloud_password_again")
            name, pw = request.get("alias").strip(), request.get("cloud")
            if t.alias:
                why.append(("state", "您的帳號之前已經啟用，不需要再做一次"))
            else:
                if not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", name):
                    why.append(("alias", "名稱只能使用英文字母、數字、句點、底線和連字號，並以英文字母開頭"))
                elif name.lower() == "taken.name":
                    why.append(("alias", "這個名稱已經有人使用"))
                if weak(pw):
                    why.append(("cloud", "密碼要有8個字元以上，並且包含英文及數字"))
                elif pw != request.get("cloud2"):
                    why.append(("cloud2", "再次輸入的密碼與前一欄不同"))
                if not why:
                    t.alias, t.cloud_password = name, pw
                    t.counts["activated"] += 1
                    told = "雲端服務已為您啟用，明天開始可以使用。"
        facts = "".join(f"<dt>{a}</dt><dd>{b}</dd>" for a, b in (("網路帳號 / 主職員工編號", who.employee_id), ("帳號姓名", who.name), ("主職單位", who.unit), ("有效期限", who.valid_until)))
        if t.alias:
            return self.html("設定密碼與郵件別名", f'<dl>{facts}</dl><h2 id="state">您的帳號已完成啟用</h2><p>雲端服務帳號 (電子郵件名稱)：<strong>{escape(t.alias)}@ntuh.gov.tw</strong></p><p><a href="/cloud/leave">結束並離開</a></p>', "網路帳號服務", why, told)
        return self.html("設定密碼與郵件別名", f"""<h2>雲端服務帳號說明：</h2><ol><li>雲端服務帳號為跨體系使用。</li><li>服務於設定完成隔日生效。</li></ol><dl>{facts}</dl><form method="post" action="/cloud/alias"><fieldset><legend>設定內容</legend>
<p><label for="alias">雲端服務帳號 (電子郵件名稱)（必填）</label><br><input id="alias" name="alias" type="text" maxlength="64" aria-describedby="alias-h" value="{escape(request.get('alias'))}">@ntuh.gov.tw <span id="alias-h">名稱長度限64字元內</span></p>
<p><label for="cloud">雲端服務密碼（必填）</label><br><input id="cloud" name="cloud" type="password" autocomplete="new-password"> 8個字元以上，包含英文及數字</p><p><label for="cloud2">再次輸入雲端服務密碼（必填）</label><br><input id="cloud2" name="cloud2" type="password" autocomplete="new-password"></p></fieldset>
<button type="submit">啟用雲端服務</button></form><p><a class="button" href="/cloud/leave">取消啟用</a></p>""", "網路帳號服務", why, told)

    # ---------------------------------------------------------------- 電子信
    def mail(self, request: Request) -> Response:
        t, p = self.truth, request.path.rstrip("/")
        me, place = request.cookies.get("aa_mail", ""), "電子信"
        if p == "/captcha":
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 4), "PNG"), kind="image/png")
        why: list[tuple[str, str]] = []
        if p == "/login" and request.method == "POST":
            self.takes(request, username="mail_account", password="mail_password", answer="captcha")
            want, t.captcha = t.captcha, ""
            if not want or request.get("answer").strip() != want:
                why.append(("answer", "驗證碼與圖片不同"))
            elif not t.alias or request.get("username").lower().removesuffix("@ntuh.gov.tw") != t.alias.lower() or request.get("password") != t.cloud_password:
                why.append(("username", "帳號和密碼的組合不正確"))
            else:
                me = token_hex(12)
                self.readers.add(me)
                t.sessions.add(f"mail:{me}")
                t.counts["mail_sign_in"] += 1
                return redirect("/inbox", ("Set-Cookie", f"aa_mail={me}; Path=/"))
        elif me in self.readers:
            if p == "/logout":
                self.readers.discard(me)
                t.sessions.discard(f"mail:{me}")
                t.counts["sign_out_mail"] += 1
                return redirect("/")
            return self.html("收件匣", f'<p>{escape(t.alias)}@ntuh.gov.tw</p><table><caption>信件清單</caption><tr><th scope="col">寄件者</th><th scope="col">主旨</th></tr><tr><td>系統</td><td>歡迎</td></tr></table><p><a href="/logout">登出</a></p>', place)
        return self.html("登入電子信", f"""<form method="post" action="/login"><p><label for="username">帳號:</label><br><input id="username" name="username" type="text"></p><p><label for="password">密碼:</label><br><input id="password" name="password" type="password"></p>
<p><img src="/captcha?{token_hex(3)}" alt="驗證碼圖片"></p><p><label for="answer">驗證碼(小寫字母或數字):</label><br><input id="answer" name="answer" type="text" autocomplete="off"></p><p><input type="checkbox" id="keep" name="keep" value="1"><label for="keep">記住登入資訊 (公用電腦請勿勾選)</label></p><button type="submit">登入</button></form><h2>公佈欄</h2><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p>""", place, why)

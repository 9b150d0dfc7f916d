"""表單產生器：每頁都是一張由後台題目設定產生的表單，multipart，題號命名。"""

from __future__ import annotations

import re
import time
from html import escape
from secrets import token_hex, token_urlsafe

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

# 後台匯出的題目設定：(題號, 題型, 題目, 說明, 必填)
FORMS: dict[str, dict] = {
    "F1001": {"title": "醫療資訊系統", "items": [("e11", "radio", "院區", "", True), ("e12", "text", "帳號", "6位數數字", True), ("e13", "secret", "密碼", "預設為身分證號（英文字母大寫）", True), ("e14", "picture", "驗證碼", "不用區分大小寫", True)], "ops": ["送出"]},
    "F1002": {"title": "更改密碼", "items": [("e21", "secret", "請輸入舊密碼：", "", True), ("e22", "secret", "請輸入新密碼：", "密碼長度不可少於8個字元，密碼內容需包含英文及數字", True), ("e23", "secret", "請再輸入新密碼：", "", True)], "ops": ["送出"]},
    "F1003": {"title": "維護個人連絡資料", "items": [("e31", "show", "員工編號：", "", False), ("e32", "show", "姓名：", "", False), ("e33", "text", "英文姓：", "ex:Chen(陳)", True), ("e34", "text", "英文首名：", "ex: Yi-Fen(怡芬)", True), ("e35", "text", "英文中名：", "ex:Mary 為英文別名，如無，可不填", False), ("e36", "text", "辦公室電話：", "ex:61234或23123456", False), ("e37", "text", "住宅電話：", "ex:0223123456", False), ("e38", "text", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", True)], "ops": ["異動儲存"]},
    "F2001": {"title": "啟用網路帳號及首次雲端帳號密碼設定", "items": [("e41", "text", "網路帳號 / 主職員工編號", "", True), ("e42", "op", "發送簡訊動態碼", "", False), ("e43", "text", "簡訊(或MOTP)動態碼", "2分鐘內有效", False)], "ops": ["下一步"]},
    "F2002": {"title": "重置雲端服務密碼", "items": [("e51", "text", "網路帳號 / 主職員工編號", "", True), ("e52", "op", "發送簡訊動態碼", "", False), ("e53", "text", "簡訊(或MOTP)動態碼", "2分鐘內有效", False)], "ops": ["下一步"]},
    "F2003": {"title": "核對手機", "items": [("e61", "text", "請輸入帳號登記的手機門號(10碼)", "", True)], "ops": ["確定發送", "取消"]},
    "F2004": {"title": "設定密碼與郵件別名", "items": [("e71", "show", "網路帳號 / 主職員工編號", "", False), ("e72", "show", "帳號姓名", "", False), ("e73", "show", "主職單位", "", False), ("e74", "show", "有效期限", "", False), ("e75", "text", "雲端服務帳號 (電子郵件名稱)", "@ntuh.gov.tw 名稱長度限64字元內", True), ("e76", "secret", "雲端服務密碼", "8個字元以上，含英文及數字", True), ("e77", "secret", "再次輸入雲端服務密碼", "", True)], "ops": ["取消啟用", "啟用雲端服務"]},
    "F2005": {"title": "重置雲端服務密碼", "items": [("e81", "secret", "新的雲端服務密碼", "8個字元以上，含英文及數字", True), ("e82", "secret", "再次輸入新的雲端服務密碼", "", True)], "ops": ["送出"]},
    "F3001": {"title": "電子信", "items": [("e91", "text", "帳號:", "", True), ("e92", "secret", "密碼:", "", True), ("e93", "picture", "驗證碼(小寫字母或數字):", "", True), ("e94", "check", "記住登入資訊 (公用電腦請勿勾選)", "", False)], "ops": ["登入"]},
}


class TheSite(Site):
    title = "表單產生器"

    def __init__(self) -> None:
        super().__init__()
        self.builds: dict[str, dict] = {}
        self.who: dict[str, str] = {}
        self.step: dict[str, dict] = {}
        self.mails: set[str] = set()
        self.filled = ""

    # ---- rendering
    def frame(self, title: str, body: str, headers: list[tuple[str, str]] | None = None) -> Response:
        return Response(f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{title} | FormGo 表單雲</title><link rel="stylesheet" href="/fg/theme/blue.css"><style>.fg-hide{{display:none}}</style></head>
<body class="fg-page"><div class="fg-wrapper">{body}</div><div class="fg-powered">Powered by FormGo® v5.2　建立您自己的表單</div></body></html>""", headers=headers or [])

    def render(self, fid: str, action: str, values: dict[str, str] | None = None, errors: dict[str, str] | None = None, intro: str = "", progress: str = "", after: str = "", **keep) -> Response:
        form, values, errors = FORMS[fid], values or {}, errors or {}
        build = "form-" + token_urlsafe(24)
        self.builds[build] = {"form": fid, **keep}
        out = []
        number = 0
        for name, kind, label, hint, must in form["items"]:
            star = '<span class="fg-required" title="必填">*</span>' if must else ""
            value = escape(values.get(name, ""))
            number += kind not in ("op", "show")
            no = f'<span class="fg-no">{number}.</span>' if kind not in ("op", "show") else ""
            wrong = f'<div class="fg-error" role="alert">{errors[name]}</div>' if name in errors else '<div class="fg-error fg-hide">此題為必填</div>'
            if kind == "op":
                out.append(f'<div class="fg-q fg-q-button" id="q_{name}"><input type="submit" name="op" value="{label}" class="fg-btn fg-btn-inline" formnovalidate></div>')
                continue
            if kind == "show":
                control = f'<div class="fg-static">{value}</div>'
            elif kind == "radio":
                control = "".join(f'<div class="fg-option"><input type="radio" name="{name}" id="{name}_{i}" value="{i}"{" checked" if i == 1 else ""}> <label for="{name}_{i}">{n}</label></div>' for i, n in enumerate(("總院區", "新竹分院", "雲林分院"), 1))
            elif kind == "secret":
                control = f'<input type="password" name="{name}" id="fg_{name}" class="fg-input" value="">'
            elif kind == "picture":
                control = f'<div class="fg-captcha"><img src="/fg/captcha?build={build[-8:]}" alt="captcha"><input type="text" name="{name}" id="fg_{name}" class="fg-input fg-short" value="" autocomplete="off"></div>'
            elif kind == "check":
                out.append(f'<div class="fg-q"><input type="checkbox" name="{name}[]" id="fg_{name}" value="1"> <label for="fg_{name}">{label}</label></div>')
                continue
            else:
                control = f'<input type="text" name="{name}" id="fg_{name}" class="fg-input" value="{value}">'
            out.append(f"""<div class="fg-q{' fg-has-error' if name in errors else ''}" id="q_{name}"><div class="fg-title" id="t_{name}">{no}<span class="fg-text">{label}</span>{star}</div>{f'<div class="fg-desc">{hint}</div>' if hint else ''}<div class="fg-answer" aria-labelledby="t_{name}">{control}</div>{wrong}</div>""")
        ops = " ".join(f'<input type="submit" name="op" value="{o}" class="fg-btn{" fg-btn-main" if o == form["ops"][-1] else ""}">' for o in form["ops"])
        top = f'<div class="fg-alert">{errors[""]}</div>' if "" in errors else ""
        return self.frame(form["title"], f"""<div class="fg-head"><h1>{form["title"]}</h1><div class="fg-formno">表單編號 {fid}</div>{progress}</div>{intro}{top}
<form class="fg-form" id="fg_{fid}" action="{action}" method="post" enctype="multipart/form-data" accept-charset="UTF-8">
<input type="hidden" name="form_build_id" value="{build}"><input type="hidden" name="form_id" value="{fid}"><input type="hidden" name="fg_time" value="{int(time.time())}">
<div style="position:absolute;left:-9999px"><input type="text" name="fg_url" value="" tabindex="-1" autocomplete="off"></div>
{"".join(out)}<div class="fg-actions">{ops}</div></form>{after}""")

    def thanks(self, words: str, link: str) -> Response:
        return self.frame("送出成功", f'<div class="fg-thanks"><div class="fg-tick">✓</div><h1>您的表單已成功送出</h1><p>{words}</p><p>{link}</p></div>')

    def submitted(self, request: Request, fid: str) -> dict | None:
        build = self.builds.get(request.get("form_build_id"))
        if build is None or build["form"] != fid or request.get("form_id") != fid or request.get("fg_url"):
            return None
        del self.builds[request.get("form_build_id")]
        return build

    def stale(self) -> Response:
        return self.frame("表單已過期", '<div class="fg-alert">表單已過期或重複送出，請重新填寫。</div><a href="/">回首頁</a>')

    # ---- portal
    def portal(self, request: Request) -> Response:
        t, p = self.truth, request.path
        me = request.cookies.get("fg_portal", "")
        if p == "/fg/captcha":
            return Response(picture(t.new_captcha(), "PNG"), kind="image/png")
        if p == "/":
            return redirect("/my" if me in self.who else "/f/F1001")
        if p == "/f/F1001":
            if request.method != "POST":
                return self.render("F1001", "/f/F1001")
            self.takes(request, e11="campus", e12="employee_id", e13="portal_password", e14="captcha")
            want, t.captcha = t.captcha, ""
            if self.submitted(request, "F1001") is None:
                return self.stale()
            wrong = {}
            for name in ("e12", "e13", "e14"):
                if not request.get(name):
                    wrong[name] = "此題為必填"
            if not wrong and (not want or request.get("e14").strip().upper() != want):
                wrong["e14"] = "答案與圖片不相符"
            if not wrong and (request.get("e11") != "1" or request.get("e12").strip() != t.person.employee_id or request.get("e13") != t.portal_password):
                wrong[""] = "無法登入：您填寫的帳號或密碼有誤。"
            if wrong:
                t.counts["sign_in_refused"] += 1
                return self.render("F1001", "/f/F1001", {"e12": request.get("e12")}, wrong)
            me = token_hex(16)
            self.who[me] = t.person.employee_id
            t.sessions.add(f"portal:{me}")
            t.counts["sign_in"] += 1
            go = "/my"
            return self.frame("登入成功", f'<meta http-equiv="refresh" content="1;url={go}"><div class="fg-thanks"><h1>登入成功</h1><p>系統將自動帶您前往「我的表單」，<a href="{go}">若未轉頁請點此</a></p></div>', [("Set-Cookie", f"fg_portal={me}; Path=/; HttpOnly")])
        if me not in self.who:
            return redirect("/f/F1001")
        if p == "/my":
            rows = (("/f/F1002", "更改密碼", "個人管理"), ("/f/F1090", "薪資所得免稅額申報表", "個人管理"), ("/f/F1091", "查詢員工連絡資料", "個人管理"), (f"{self.urls['inner']}/f/F1003?SESSION={me}", "維護個人連絡資料", "個人管理"), ("/f/F1092", "流感同意書列印", "個人管理"))
            items = "".join(f'<tr><td>{i}</td><td><a href="{u}">{n}</a></td><td>{c}</td><td><span class="fg-badge">開放填寫</span></td></tr>' for i, (u, n, c) in enumerate(rows, 1))
            return self.frame("我的表單", f'<div class="fg-head"><h1>我的表單</h1><div>{t.person.name} 您好!　<a href="/exit" class="fg-exit">離開系統</a></div></div><form action="/my" method="get"><input type="text" name="k" placeholder="搜尋表單"><input type="submit" value="搜尋"></form><table class="fg-list"><tr><th>#</th><th>表單名稱</th><th>分類</th><th>狀態</th></tr>{items}</table>')
        if p == "/exit":
            self.who.pop(me)
            t.sessions.discard(f"portal:{me}")
            t.counts["sign_out_portal"] += 1
            return self.frame("離開系統", '<div class="fg-thanks"><h1>您已離開系統</h1><a href="/f/F1001">重新登入</a></div>', [("Set-Cookie", "fg_portal=; Path=/; Max-Age=0")])
        if p == "/f/F1002":
            back = '<a href="/my">回功能選單</a>　<a href="/exit">登出系統</a>'
            if request.method != "POST":
                return self.render("F1002", p, after=back)
            self.takes(request, e21="old_password", e22="new_password", e23="new_password_again")
            if self.submitted(request, "F1002") is None:
                return self.stale()
            new, wrong = request.get("e22"), {}
            if request.get("e21") != t.portal_password:
                wrong["e21"] = "舊密碼填寫有誤"
            if len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                wrong["e22"] = "未符合題目說明之條件"
            if new != request.get("e23"):
                wrong["e23"] = "與上一題答案不同"
            if wrong:
                t.counts["password_refused"] += 1
                return self.render("F1002", p, None, wrong, after=back)
            t.portal_password = new
            t.counts["password_changed"] += 1
            return self.thanks("新密碼已生效。", back)
        return self.frame("表單不存在", '<div class="fg-alert">此表單尚未開放填寫。</div><a href="/my">回功能選單</a>')

    # ---- inner
    def inner(self, request: Request) -> Response:
        t, who = self.truth, self.truth.person
        me = request.query.get("SESSION", "")
        if me not in self.who:
            return self.frame("請先登入", f'<a href="{self.urls["portal"]}/">請先登入</a>')
        if request.path != "/f/F1003":
            return self.frame("表單不存在", '<div class="fg-alert">此表單尚未開放填寫。</div>')
        action = f"/f/F1003?SESSION={me}"
        keys = {"e33": "english_surname", "e34": "english_given", "e35": "english_middle", "e36": "office_phone", "e37": "home_phone", "e38": "mobile_phone"}
        after = f'<a href="{self.urls["portal"]}/my">回功能選單</a>'
        base = {"e31": who.employee_id, "e32": who.name}
        intro = '<div class="fg-intro">台大醫院---維護個人連絡資料</div>'
        if request.method == "POST":
            self.takes(request, e38="mobile_phone")
            if self.submitted(request, "F1003") is None:
                return self.stale()
            got = {e: request.get(e).strip() for e in keys}
            wrong = {e: "此題為必填" for e in ("e33", "e34") if not got[e]}
            if not re.fullmatch(r"09\d{8}", got["e38"]):
                wrong["e38"] = "格式不符，請填寫10碼手機號碼"
            if wrong:
                return self.render("F1003", action, {**base, **got}, wrong, intro, after=after)
            t.saved_contact = {keys[e]: v for e, v in got.items()}
            t.counts["contact_saved"] += 1
            answers = "".join(f"<tr><th>{label}</th><td>{escape(got.get(n, base.get(n, '')))}</td></tr>" for n, _, label, _, _ in FORMS["F1003"]["items"])
            return self.thanks("以下是您這次填寫的內容：", f'<table class="fg-answers">{answers}</table><a href="{action}">再次編輯</a>　{after}')
        return self.render("F1003", action, {**base, **{e: t.saved_contact.get(k, getattr(who, k)) for e, k in keys.items()}}, intro=intro, after=after)

    # ---- account
    def account(self, request: Request) -> Response:
        t, who, p = self.truth, self.truth.person, request.path
        sid = request.cookies.get("fg_help", "")
        s = self.step.get(sid)
        if p == "/":
            return self.frame("網路帳號", """<div class="fg-head"><h1>網路帳號服務</h1></div><div class="fg-section"><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><h2>《規範》</h2><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><p>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置</p><h2>《常見問題與服務》</h2><p><b>忘記密碼</b>：請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></div>
<div class="fg-cards"><div class="fg-card"><div class="fg-card-title"><a href="/f/F2001">啟用網路帳號及首次雲端帳號密碼設定</a></div><p>啟用本院微軟相關服務，如：Office365, Outlook...</p><span class="fg-badge">開放填寫</span></div>
<div class="fg-card"><div class="fg-card-title"><a href="/f/F2002">重置雲端服務密碼</a></div><p>重設非Portal帳號的密碼</p><span class="fg-badge">開放填寫</span></div></div>""")
        if p in ("/f/F2001", "/f/F2002"):
            fid = p[-5:]
            emp_q, otp_q = ("e41", "e43") if fid == "F2001" else ("e51", "e53")
            bar = '<div class="fg-progress"><div style="width:33%"></div>第 1 頁，共 2 頁</div>'
            note = '<div class="fg-intro"><b>注意事項</b><br>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<br>請輸入帳號與簡訊動態碼後按「下一步」。</div>'
            if request.method != "POST":
                if s is None:
                    sid = token_hex(12)
                    s = self.step[sid] = {"emp": "", "otp": "", "at": 0.0, "miss": 0, "proof": ""}
                answer = self.render(fid, p, {emp_q: s["emp"]}, None, note, bar)
                answer.headers.append(("Set-Cookie", f"fg_help={sid}; Path=/; HttpOnly"))
                return answer
            self.takes(request, **{emp_q: "employee_id", otp_q: "code"})
            if s is None or self.submitted(request, fid) is None:
                return self.stale()
            s["emp"] = request.get(emp_q).strip()
            if s["emp"] != who.employee_id:
                return self.render(fid, p, {emp_q: s["emp"]}, {emp_q: "查無此編號"}, note, bar)
            if request.get("op") == "發送簡訊動態碼":
                s["from"] = fid
                return redirect("/f/F2003", status=303)
            if not s["otp"] or request.get(otp_q).strip() != s["otp"]:
                t.counts["code_refused"] += 1
                s["miss"] += 1
                if s["miss"] >= 5:
                    s["otp"] = ""
                return self.render(fid, p, {emp_q: s["emp"]}, {otp_q: "動態碼填寫有誤"}, note, bar)
            if time.time() - s["at"] > 120:
                t.counts["code_refused"] += 1
                s["otp"] = ""
                return self.render(fid, p, {emp_q: s["emp"]}, {otp_q: "動態碼已超過2分鐘，請重新發送"}, note, bar)
            s["otp"] = ""
            t.sessions.discard(f"account:{s['proof']}")
            s["proof"] = token_hex(8)
            t.sessions.add(f"account:{s['proof']}")
            t.counts["code_accepted"] += 1
            return redirect("/f/F2004" if fid == "F2001" else "/f/F2005", status=303)
        if s is None:
            return redirect("/")
        if p == "/f/F2003" and s.get("from"):
            if request.method != "POST":
                return self.render("F2003", p)
            self.takes(request, e61="registered_phone")
            if self.submitted(request, "F2003") is None:
                return self.stale()
            if request.get("op") == "取消":
                return redirect(f"/f/{s['from']}", status=303)
            if request.get("e61").strip() != t.saved_contact.get("mobile_phone", who.mobile_phone):
                return self.render("F2003", p, None, {"e61": "與帳號登記之門號不符"})
            s.update(otp=t.new_message(), at=time.time(), miss=0)
            return self.thanks("簡訊動態碼已發送至您的手機。", f'<a class="fg-btn" href="/f/{s["from"]}">確定</a>')
        if not s["proof"]:
            return redirect("/")
        leave = '<p><a href="/leave">離開</a></p>'
        if p == "/leave":
            t.sessions.discard(f"account:{s['proof']}")
            t.counts["sign_out_account"] += 1
            self.step.pop(sid)
            return redirect("/", ("Set-Cookie", "fg_help=; Path=/; Max-Age=0"))
        if p == "/f/F2004":
            facts = {"e71": who.employee_id, "e72": who.name, "e73": who.unit, "e74": who.valid_until}
            bar = '<div class="fg-progress"><div style="width:66%"></div>第 2 頁，共 2 頁</div>'
            note = '<div class="fg-intro">雲端服務帳號說明：<br>1. 雲端服務帳號為跨體系使用。<br>2. 服務於設定完成隔日生效。</div>'
            if request.method == "POST":
                self.takes(request, e75="alias", e76="cloud_password", e77="cloud_password_again")
                build = self.submitted(request, "F2004")
                if t.alias:
                    return self._once(facts, leave)
                if build is None:
                    return self.stale()
                if request.get("op") == "取消啟用":
                    return redirect("/leave", status=303)
                name, pw, wrong = request.get("e75").strip(), request.get("e76"), {}
                if not re.fullmatch(r"[A-Za-z0-9._-]{2,64}", name):
                    wrong["e75"] = "只能填寫英文、數字及 . _ -"
                elif name.lower() == "taken.name":
                    wrong["e75"] = "此答案已有人填過，不可重複"
                if len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search("[0-9]", pw):
                    wrong["e76"] = "未符合題目說明之條件"
                elif pw != request.get("e77"):
                    wrong["e77"] = "與上一題答案不同"
                if wrong:
                    return self.render("F2004", p, {**facts, "e75": name}, wrong, note, bar, leave)
                t.alias, t.cloud_password = name, pw
                t.counts["activated"] += 1
                self.filled = time.strftime("%Y/%m/%d %H:%M")
                return self.thanks(f"感謝您的填寫，{escape(name)}@ntuh.gov.tw 將於隔日生效。", leave)
            if t.alias:
                return self._once(facts, leave)
            return self.render("F2004", p, facts, None, note, bar, leave)
        if p == "/f/F2005":
            if request.method == "POST":
                self.takes(request, e81="cloud_password", e82="cloud_password_again")
                if self.submitted(request, "F2005") is None:
                    return self.stale()
                new = request.get("e81")
                if not t.alias:
                    return self.render("F2005", p, None, {"": "您尚未啟用網路帳號。"}, after=leave)
                if len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new) or new != request.get("e82"):
                    return self.render("F2005", p, None, {"e81": "未符合題目說明之條件，或兩題答案不同"}, after=leave)
                t.cloud_password = new
                return self.thanks("雲端服務密碼已重置。", leave)
            return self.render("F2005", p, after=leave)
        return self.frame("表單不存在", '<a href="/">回首頁</a>')

    def _once(self, facts: dict[str, str], leave: str) -> Response:
        labels = {n: label for n, _, label, _, _ in FORMS["F2004"]["items"]}
        rows = "".join(f"<tr><th>{labels[n]}</th><td>{v}</td></tr>" for n, v in [*facts.items(), ("e75", escape(self.truth.alias) + "@ntuh.gov.tw")])
        return self.frame("設定密碼與郵件別名", f'<div class="fg-head"><h1>設定密碼與郵件別名</h1></div><div class="fg-alert fg-info">此表單每人限填一次，您已於 {self.filled} 完成啟用。</div><table class="fg-answers">{rows}</table>{leave}')

    # ---- mail
    def mail(self, request: Request) -> Response:
        t, p = self.truth, request.path
        me = request.cookies.get("fg_mail", "")
        if p == "/fg/captcha":
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 4), "PNG"), kind="image/png")
        board = '<div class="fg-section"><h3>公佈欄</h3>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</div>'
        if p == "/f/F3001" and request.method == "POST":
            self.takes(request, e91="mail_account", e92="mail_password", e93="captcha")
            want, t.captcha = t.captcha, ""
            if self.submitted(request, "F3001") is None:
                return self.stale()
            if not want or request.get("e93").strip() != want:
                return self.render("F3001", "/f/F3001", {"e91": request.get("e91")}, {"e93": "答案與圖片不相符"}, after=board)
            if not t.alias or request.get("e91").split("@")[0].lower() != t.alias.lower() or request.get("e92") != t.cloud_password:
                return self.render("F3001", "/f/F3001", {"e91": request.get("e91")}, {"": "帳號或密碼有誤。"}, after=board)
            me = token_hex(12)
            self.mails.add(me)
            t.sessions.add(f"mail:{me}")
            t.counts["mail_sign_in"] += 1
            return redirect("/box", ("Set-Cookie", f"fg_mail={me}; Path=/"), status=303)
        if me in self.mails:
            if p == "/exit":
                self.mails.discard(me)
                t.sessions.discard(f"mail:{me}")
                t.counts["sign_out_mail"] += 1
                return redirect("/", ("Set-Cookie", "fg_mail=; Path=/; Max-Age=0"))
            return self.frame("收件匣", f'<h1>收件匣</h1><div>{escape(t.alias)}@ntuh.gov.tw　<a href="/exit">登出</a></div><table class="fg-list"><tr><td>系統</td><td>表單填寫通知</td></tr></table>')
        return self.render("F3001", "/f/F3001", after=board)

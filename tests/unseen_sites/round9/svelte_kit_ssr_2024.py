"""A portal rewritten in 2024 with SvelteKit: rendered on the server, form actions, progressive enhancement."""

from __future__ import annotations

import base64
import json
import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

MENU = {
    "醫療系統": [("門診系統", "/todo/opd"), ("住院系統", "/todo/ipd"), ("急診系統", "/todo/er")],
    "醫療支援": [("檢驗查詢", "/todo/lab"), ("藥品查詢", "/todo/drug")],
    "數位學習": [("臨床教育 e-Portfolio", "/todo/epf"), ("KM 知識管理", "/todo/km")],
    "資訊安全": [("資安宣導", "/todo/sec"), ("密碼原則說明", "/todo/policy")],
    "行政系統": [("差勤系統", "/todo/hr"), ("表單下載", "/todo/forms")],
    "個人管理": [
        ("更改密碼", "/me/password"), ("個人簽章提醒設定", "/todo/sign"), ("員工待遇福利查詢", "/todo/pay"),
        ("查詢員工連絡資料", "/todo/find"), ("維護個人連絡資料", "/me/contact"), ("權限更改申請(總院)", "/todo/right"),
    ],
}
CSS = """:root{--brand:#0b6e6e}body{margin:0;font-family:"Noto Sans TC",system-ui,sans-serif;background:#f5f7f7}
.card.svelte-1uha8ag{background:#fff;border-radius:1rem;padding:1.5rem;max-width:44rem;margin:1.5rem auto;box-shadow:0 2px 12px #0001}
.field.svelte-1uha8ag{display:grid;gap:.25rem;margin-block:.75rem}.alert{border-left:4px solid #c0392b;padding:.5rem 1rem;background:#fdecea}
.toast{border-left:4px solid #27ae60;padding:.5rem 1rem;background:#eafaf1}.req{color:#c0392b}nav details{display:inline-block;margin-right:1rem}
dialog{border:0;border-radius:1rem;box-shadow:0 8px 40px #0004}"""


def shell(title: str, inner: str, form: object = None, head: str = "", status: int = 200, headers: list[tuple[str, str]] | None = None) -> Response:
    data = json.dumps({"type": "data", "data": {"title": title}, "uses": {}}, ensure_ascii=False)
    return Response(f"""<!doctype html>
<html lang="zh-Hant-TW">
	<head>
		<meta charset="utf-8" />
		<link rel="icon" href="/favicon.png" />
		<meta name="viewport" content="width=device-width, initial-scale=1" />
		<link href="/_app/immutable/assets/0.C3Jw2kPq.css" rel="stylesheet">
		<link rel="modulepreload" href="/_app/immutable/entry/start.Dk2h1sXz.js"><!--[-->{head}<!--]--><title>{escape(title)}</title>
	</head>
	<body data-sveltekit-preload-data="hover">
		<div style="display: contents"><!--[--><!--[--><!---->{inner}<!----><!--]--> <!--[!--><!--]--><!--]-->
			<script>
				{{
					__sveltekit_1b7mqf3 = {{ base: "" }};
					const element = document.currentScript.parentElement;
					Promise.all([
						import("/_app/immutable/entry/start.Dk2h1sXz.js"),
						import("/_app/immutable/entry/app.B8fW0nCa.js")
					]).then(([kit, app]) => {{
						if (kit.start) kit.start(app, element, {{ node_ids: [0, 4], data: [null,{data}], form: {json.dumps(form, ensure_ascii=False)}, error: null }});
					}});
				}}
			</script>
		</div>
	</body>
</html>
""", status, headers=[("Cache-Control", "private, no-store"), ("X-Sveltekit-Page", "true"), *(headers or [])])


def alert(text: str, kind: str = "alert") -> str:
    if not text:
        return "<!--[!--><!--]-->"
    role = "alert" if kind == "alert" else "status"
    return f'<!--[--><p class="{kind} svelte-1uha8ag" role="{role}" aria-live="polite">{escape(text)}</p><!--]-->'


class TheSite(Site):
    title = "svelte_kit_ssr_2024"

    def __init__(self) -> None:
        super().__init__()
        self.portal_ids: set[str] = set()
        self.hops: dict[str, str] = {}
        self.inner_ids: dict[str, str] = {}
        self.versions: dict[str, str] = {}
        self.tickets: dict[str, str] = {}
        self.flows: dict[str, dict] = {}
        self.mail_ids: set[str] = set()

    # ---------------------------------------------------------------- common to the four apps of the monorepo
    def before(self, q: Request) -> Response | None:
        if q.path.startswith("/_app/"):
            if q.path.endswith(".css"):
                return Response(CSS, kind="text/css")
            return Response("export {};\n", kind="text/javascript", headers=[("Cache-Control", "public,max-age=31536000,immutable")])
        if q.path == "/favicon.png":
            return Response(picture("N", "PNG", (32, 32)), kind="image/png")
        origin = q.headers.get("Origin")
        if q.method == "POST" and origin and origin != "null" and origin.split("//")[-1] != q.headers.get("Host"):
            return Response("Cross-site POST form submissions are forbidden", 403, "text/plain")
        return None

    @staticmethod
    def action(q: Request) -> str:
        return next((k[1:] for k in q.query if k.startswith("/")), "default") if q.method == "POST" else ""

    def lost(self, text: str = "找不到這個頁面", status: int = 404) -> Response:
        return shell(text, f'<main class="card svelte-1uha8ag"><h1>{status}</h1><p>{escape(text)}</p><a href="/">回首頁</a></main>', status=status)

    def ticket(self, letters: str | None = None) -> tuple[str, str]:
        text = self.truth.new_captcha(letters) if letters else self.truth.new_captcha()
        key = secrets.token_urlsafe(12)
        self.tickets = {key: text}
        return key, text

    def use_ticket(self, key: str, answer: str) -> bool:
        text = self.tickets.pop(key, None)
        return bool(text) and text == self.truth.captcha and answer.strip().lower() == text.lower()

    # ---------------------------------------------------------------- portal
    def sign_in_page(self, error: str = "", account: str = "", status: int = 200) -> Response:
        key, text = self.ticket()
        image = base64.b64encode(picture(text, "PNG", (140, 40))).decode()
        return shell("登入 · 醫療資訊系統", f"""<header class="top svelte-x8"><a href="/login">NTUH Portal</a> <nav><a href="/todo/out">院外網</a> <a href="/todo/in">院內網</a></nav>
<form action="/search" method="GET" role="search"><input type="search" name="q" placeholder="搜尋公告" aria-label="搜尋公告"/> <button type="submit">搜尋</button></form></header>
<main class="card svelte-1uha8ag"><h1>健康守護, 醫界典範</h1> <p class="sub svelte-1uha8ag">醫療資訊系統 <small lang="en">Medical Information System</small></p>
{alert(error)} <form method="POST" action="?/signin" class="svelte-1uha8ag"><input type="hidden" name="ticket" value="{key}"/>
<div class="field svelte-1uha8ag"><label for="campus">院區</label> <select id="campus" name="campus"><option value="T0" selected>總院區</option><option value="T2">北護分院</option><option value="T4">新竹分院</option><option value="Y0">雲林分院</option></select></div>
<div class="field svelte-1uha8ag"><label for="account">帳號</label> <input id="account" name="account" type="text" inputmode="numeric" autocomplete="username" maxlength="6" value="{escape(account)}" required/></div>
<div class="field svelte-1uha8ag"><label for="password">密碼</label> <input id="password" name="password" type="password" autocomplete="current-password" required/></div>
<div class="field svelte-1uha8ag"><label for="captcha">驗證碼 <small>(不用區分大小寫)</small></label> <div class="row"><img alt="驗證碼圖片" width="140" height="40" src="data:image/png;base64,{image}"/> <button type="submit" formaction="?/another" formnovalidate class="link svelte-1uha8ag">換一張</button></div> <input id="captcha" name="captcha" autocomplete="off" autocapitalize="characters" maxlength="6"/></div>
<button type="submit" class="primary svelte-1uha8ag"><svg width="16" height="16" aria-hidden="true"><path d="M1 8h14"></path></svg> 登入系統</button></form></main>""",
            {"error": error} if error else None, status=status)

    def portal(self, q: Request) -> Response:
        if early := self.before(q):
            return early
        sid = q.cookies.get("np_session", "")
        inside = sid in self.portal_ids
        if q.path == "/":
            return redirect("/home" if inside else "/login", status=307)
        if q.path == "/login":
            act = self.action(q)
            if not act:
                return self.sign_in_page()
            self.takes(q, account="employee_id", password="portal_password", captcha="captcha", campus="campus")
            if act == "another":
                return self.sign_in_page(account=q.get("account"))
            if act != "signin":
                return self.lost(f"No action with name '{act}' found")
            p = self.truth
            if not self.use_ticket(q.get("ticket"), q.get("captcha")):
                p.counts["sign_in_refused"] += 1
                return self.sign_in_page("圖形驗證碼不符，請依新的圖片再輸入一次", q.get("account"), 400)
            if q.get("campus") != "T0" or q.get("account") != p.person.employee_id or q.get("password") != p.portal_password:
                p.counts["sign_in_refused"] += 1
                return self.sign_in_page("帳號或密碼有誤，請確認後重新登入", q.get("account"), 400)
            sid = secrets.token_hex(16)
            self.portal_ids.add(sid)
            p.sessions.add(f"portal:{sid}")
            p.counts["sign_in"] += 1
            return redirect("/home", ("Set-Cookie", f"np_session={sid}; Path=/; HttpOnly; SameSite=Lax"), status=303)
        if q.path == "/search":
            self.takes(q)
            return self.lost("查無公告")
        if not inside:
            return redirect("/login", status=303)
        if q.path == "/logout":
            if q.method != "POST":
                return Response("GET method not allowed", 405, "text/plain")
            self.takes(q)
            self.portal_ids.discard(sid)
            self.truth.sessions.discard(f"portal:{sid}")
            self.truth.counts["sign_out_portal"] += 1
            return redirect("/login", ("Set-Cookie", "np_session=; Path=/; Max-Age=0"), status=303)
        if q.path == "/home":
            return shell("首頁", self.frame(f"""<dialog open class="svelte-k1"><h2>全院公告</h2><p>2019/10/21 請全院同仁填報「薪資所得免稅額申報表」</p><form method="dialog"><button>關閉</button></form></dialog>
<main class="card svelte-1uha8ag"><h1>您好! {escape(self.truth.person.name)}</h1><p>總院差勤待簽 0 未核准 0 被駁回 0 / 總院Workflow待簽 0</p><h2>全院公告 <span class="badge">2</span></h2>
<table><thead><tr><th>日期</th><th>標題</th></tr></thead><tbody><!--[--><tr><td>2019/10/21</td><td><a href="/todo/n1">請填報免稅額申報表</a></td></tr><tr><td>2018/12/13</td><td><a href="/todo/n2">Portal 首頁改版通知</a></td></tr><!--]--></tbody></table></main>"""))
        if q.path == "/me/password":
            return self.change(q)
        if q.path == "/me/contact":
            hop = secrets.token_urlsafe(24)
            self.hops[hop] = sid
            return redirect(f"{self.urls['inner']}/sso?hop={hop}&to=%2Fcontact", status=303)
        if q.path.startswith("/todo/"):
            return shell("建置中", self.frame('<main class="card svelte-1uha8ag"><p>本功能移轉中，請使用舊版系統。</p></main>'))
        return self.lost()

    def frame(self, main: str) -> str:
        groups = "".join(
            f'<details name="menu"><summary>{escape(k)}</summary><ul><!--[-->' + "".join(f'<li><a href="{to}">{escape(w)}</a></li>' for w, to in v) + "<!--]--></ul></details>"
            for k, v in MENU.items())
        return f"""<header class="top svelte-x8"><a href="/home" aria-label="home"><svg width="20" height="20"><circle cx="10" cy="10" r="8"></circle></svg></a> <nav aria-label="選單"><!--[-->{groups}<!--]--></nav>
<form method="POST" action="/logout" class="out svelte-x8"><button type="submit"><i class="i-lucide-log-out"></i> 登出系統</button></form></header> {main}"""

    def change(self, q: Request) -> Response:
        error = done = ""
        if self.action(q):
            self.takes(q, current="old_password", next="new_password", confirm="new_password_again")
            new = q.get("next")
            if self.action(q) != "update":
                return self.lost("No such action")
            if q.get("current") != self.truth.portal_password:
                error = "舊密碼不正確"
            elif new != q.get("confirm"):
                error = "兩次輸入的新密碼不一致"
            elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                error = "新密碼不符合密碼設定條件"
            elif new == self.truth.portal_password:
                error = "新密碼不可與舊密碼相同"
            if error:
                self.truth.counts["password_refused"] += 1
            else:
                self.truth.portal_password = new
                self.truth.counts["password_changed"] += 1
                done = "新密碼已生效，下次登入請使用新密碼。"
        boxes = "".join(f"""<div class="field svelte-1uha8ag"><label for="{i}">{w}<span class="req" aria-hidden="true">*</span></label> <input id="{i}" name="{n}" type="password" autocomplete="{a}" required/></div>"""
                        for i, n, w, a in (("pw-0", "current", "請輸入舊密碼", "current-password"), ("pw-1", "next", "請輸入新密碼", "new-password"), ("pw-2", "confirm", "請再輸入新密碼", "new-password")))
        form = "" if done else f"""<form method="POST" action="?/update">{boxes}<p>密碼強度檢核：<meter min="0" max="4" value="0"></meter></p><button type="submit" class="primary">確認變更</button></form>"""
        return shell("更改密碼", self.frame(f"""<main class="card svelte-1uha8ag"><nav aria-label="breadcrumb"><ol><li>個人管理</li><li aria-current="page">更改密碼</li></ol></nav><h1>更改密碼</h1>
{alert(error)}{alert(done, "toast")}{form}<section><h2>密碼設定條件：</h2><ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol></section><a href="/home">回功能選單</a></main>"""),
            {"error": error} if error else None, status=400 if error else 200)

    # ---------------------------------------------------------------- inner app
    def inner(self, q: Request) -> Response:
        if early := self.before(q):
            return early
        if q.path == "/sso":
            sid = self.hops.pop(q.query.get("hop", ""), "")
            if sid not in self.portal_ids:
                return self.lost("登入憑證失效，請由 Portal 重新進入", 401)
            mine = secrets.token_hex(12)
            self.inner_ids[mine] = sid
            return redirect("/contact", ("Set-Cookie", f"hr_session={mine}; Path=/; HttpOnly; SameSite=Lax"), status=303)
        mine = q.cookies.get("hr_session", "")
        if self.inner_ids.get(mine) not in self.portal_ids:
            return self.lost("尚未登入，請由 Portal 進入", 401)
        if q.path != "/contact":
            return self.lost()
        person, error, status = self.truth.person, "", 200
        keys = {"surname": "english_surname", "givenName": "english_given", "middleName": "english_middle", "officeTel": "office_phone", "homeTel": "home_phone", "mobile": "mobile_phone"}
        values = {n: self.truth.saved_contact.get(k, getattr(person, k)) for n, k in keys.items()}
        if self.action(q):
            self.takes(q, mobile="mobile_phone")
            values = {n: q.get(n).strip() for n in keys}
            if self.versions.pop(mine, None) != q.get("rev") or not all(q.has(n) for n in keys):
                error, status = "資料版本已變動，請重新整理後再儲存", 409
            elif not re.fullmatch(r"09\d{8}", values["mobile"]):
                error, status = "行動電話需為 09 開頭之 10 位數字", 400
            elif not values["surname"] or not values["givenName"]:
                error, status = "英文姓、英文首名為必填", 400
            else:
                self.truth.saved_contact.update({k: values[n] for n, k in keys.items()})
                self.truth.counts["contact_saved"] += 1
                return redirect("/contact?saved=1", status=303)
        rev = self.versions[mine] = secrets.token_hex(5)
        labels = {"surname": ("英文姓", "ex:Chen(陳)"), "givenName": ("英文首名", "ex: Yi-Fen(怡芬)"), "middleName": ("英文中名", "ex:Mary 為英文別名，如無，可不填"), "officeTel": ("辦公室電話", "ex:61234或23123456"),
                  "homeTel": ("住宅電話", "ex:0223123456"), "mobile": ("行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")}
        rows = "".join(f"""<div class="field svelte-1uha8ag"><label>{w} <input name="{n}" value="{escape(values[n])}" aria-describedby="{n}-hint" {'type="tel" maxlength="10"' if n == "mobile" else ""}/></label> <small id="{n}-hint">{h}</small></div>""" for n, (w, h) in labels.items())
        return shell("維護個人連絡資料", f"""<header class="top"><a href="{self.urls['portal']}/home">← 回功能選單</a></header><main class="card svelte-1uha8ag"><h1>台大醫院---維護個人連絡資料</h1>
{alert(error)}{alert("已更新您的連絡資料" if q.query.get("saved") and not error else "", "toast")}<form method="POST" action="?/save"><input type="hidden" name="rev" value="{rev}"/><button type="submit" class="primary">異動儲存</button>
<div class="field svelte-1uha8ag"><label>員工編號 <input value="{person.employee_id}" readonly disabled/></label></div><div class="field"><label>姓名 <input value="{person.name}" readonly disabled/></label></div>{rows}</form></main>""", status=status)

    # ---------------------------------------------------------------- account app
    def account(self, q: Request) -> Response:
        if early := self.before(q):
            return early
        if q.path == "/":
            return shell("雲端服務帳號中心", """<main class="card svelte-1uha8ag"><h1>本院雲端服務帳號</h1><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><p>適用功能：本院雲端服務、電子郵件信箱、VPN、數位學習及院內非Portal之業務</p>
<section><h2>《規範》</h2><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同</li></ul></section>
<section><h2>《常見問題與服務》</h2><details><summary>密碼修改後多久可以生效</summary><p>即時生效。</p></details><details><summary>忘記密碼</summary><p>請親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></details></section>
<ul class="tiles svelte-z2"><!--[--><li><a href="/activate"><strong>啟用網路帳號及首次雲端帳號密碼設定</strong><span>啟用本院微軟相關服務，如：Office365, Outlook...</span></a></li><li><a href="/reset"><strong>重置雲端服務密碼</strong><span>重設非Portal帳號的密碼</span></a></li><li><a href="/vendor"><strong>總院廠商VPN展延申請</strong></a></li><!--]--></ul></main>""")
        first = q.path.strip("/").split("/")[0]
        if q.path in ("/activate", "/reset"):
            return self.prove(q, first)
        if q.path in ("/activate/setup", "/reset/setup", "/activate/done", "/leave"):
            fid = q.cookies.get("ac_flow", "")
            flow = self.flows.get(fid)
            if not flow or not flow.get("proved"):
                return redirect("/", status=303)
            if q.path == "/leave":
                if q.method != "POST":
                    return Response("GET method not allowed", 405, "text/plain")
                self.takes(q)
                del self.flows[fid]
                self.truth.sessions.discard(f"account:{fid}")
                self.truth.counts["sign_out_account"] += 1
                return redirect("/", ("Set-Cookie", "ac_flow=; Path=/; Max-Age=0"), status=303)
            if q.path == "/activate/done":
                return shell("完成", f"""<main class="card svelte-1uha8ag"><h1>設定完成 <span lang="en">All set</span></h1><p class="toast" role="status">{escape(self.truth.alias)}@ntuh.gov.tw 已建立，明日起可使用雲端服務。</p>{LEAVE}</main>""")
            return self.setup(q) if first == "activate" else self.reset(q)
        return self.lost()

    def prove(self, q: Request, where: str) -> Response:
        title = "啟用網路帳號及首次雲端帳號密碼設定" if where == "activate" else "重置雲端服務密碼"
        fid = q.cookies.get("ac_flow", "")
        flow = self.flows.get(fid)
        error = good = dialog = ""
        number = q.get("employeeNo")
        cookie: list[tuple[str, str]] = []
        act = self.action(q)
        if act:
            self.takes(q, employeeNo="employee_id", code="code", phone="registered_phone")
            if not flow or q.get("step") != flow["step"]:
                error = "作業階段已過期，請重新操作"
            elif act == "ask":
                if number != self.truth.person.employee_id:
                    error = "查無此網路帳號 / 主職員工編號"
                else:
                    flow["number"] = number
                    dialog = "ask"
            elif act == "send":
                number = flow.get("number", "")
                phone = self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone)
                if not number:
                    error = "請先輸入帳號"
                elif q.get("phone") != phone:
                    error, dialog = "手機門號與帳號登記資料不符", "ask"
                else:
                    flow["code"], flow["at"] = self.truth.new_message(), time.time()
                    good, dialog = "動態碼簡訊發送成功", "sent"
            elif act == "verify":
                if number != flow.get("number") or not flow.get("code") or q.get("code").strip() != flow["code"] or time.time() - flow["at"] > 120:
                    self.truth.counts["code_refused"] += 1
                    error = "動態碼已逾時，請重新發送" if flow.get("code") and time.time() - flow["at"] > 120 else "動態碼驗證失敗，請再確認"
                else:
                    self.truth.counts["code_accepted"] += 1
                    del self.flows[fid]
                    new = secrets.token_hex(10)
                    self.flows[new] = {"proved": where, "step": ""}
                    self.truth.sessions.add(f"account:{new}")
                    return redirect(f"/{where}/setup", ("Set-Cookie", f"ac_flow={new}; Path=/; HttpOnly; SameSite=Lax"), status=303)
        if not flow or flow.get("proved"):
            fid, flow = secrets.token_hex(10), {}
            self.flows[fid] = flow
            cookie = [("Set-Cookie", f"ac_flow={fid}; Path=/; HttpOnly; SameSite=Lax")]
        flow["step"] = secrets.token_urlsafe(9)
        step = f'<input type="hidden" name="step" value="{flow["step"]}"/>'
        box = {"": "<!--[!--><!--]-->",
               "ask": f"""<dialog open class="svelte-d3" aria-labelledby="dlg"><form method="POST" action="?/send">{step}<label id="dlg" for="phone">請輸入帳號登記的手機門號(10碼)</label> <input id="phone" name="phone" type="tel" maxlength="10" autocomplete="off"/><div><button type="submit" class="primary">確定發送</button> <a href="/{where}" role="button">取消</a></div></form></dialog>""",
               "sent": """<dialog open class="svelte-d3"><h2>動態碼簡訊發送成功</h2><p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p><form method="dialog"><button>確定</button></form></dialog>"""}[dialog]
        return shell(title, f"""<main class="card svelte-1uha8ag"><h1>{title}</h1><aside><h2>注意事項</h2><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></aside>
{alert(error)}{alert(good, "toast")}<form method="POST" action="?/verify">{step}<div class="field svelte-1uha8ag"><label for="no">網路帳號 / 主職員工編號</label> <input id="no" name="employeeNo" maxlength="6" value="{escape(number)}"/> <button type="submit" formaction="?/ask" class="outline">發送簡訊動態碼</button></div>
<div class="field svelte-1uha8ag"><label for="code">簡訊(或MOTP)動態碼</label> <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="6"/></div><button type="submit" class="primary">下一步</button></form>{box}</main>""",
            {"error": error} if error else None, status=400 if error else 200, headers=cookie)

    def setup(self, q: Request) -> Response:
        person, error = self.truth.person, ""
        fid = q.cookies["ac_flow"]
        flow = self.flows[fid]
        act = self.action(q)
        if act:
            self.takes(q, mailName="alias", secret="cloud_password", secretAgain="cloud_password_again")
            alias, word = q.get("mailName").strip(), q.get("secret")
            if act == "cancel":
                return redirect("/", status=303)
            if self.truth.alias:
                error = "此帳號先前已啟用，不可重複設定"
            elif q.get("step") != flow["step"]:
                error = "頁面已過期，請重新送出"
            elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", alias):
                error = "電子郵件名稱格式不符，限英數字與 . _ - 且以英文字母開頭"
            elif alias.lower() == "taken.name":
                error = "此電子郵件名稱已有人使用"
            elif len(word) < 8 or not re.search("[A-Za-z]", word) or not re.search(r"\d", word):
                error = "密碼至少 8 碼且需包含英文及數字"
            elif word != q.get("secretAgain"):
                error = "兩次密碼不相同"
            elif word == self.truth.portal_password:
                error = "不可與 Portal 密碼相同"
            else:
                self.truth.alias, self.truth.cloud_password = alias, word
                self.truth.counts["activated"] += 1
                return redirect("/activate/done", status=303)
        flow["step"] = secrets.token_urlsafe(9)
        facts = "".join(f"<dt>{k}</dt><dd>{escape(v)}</dd>" for k, v in (("網路帳號 / 主職員工編號", person.employee_id), ("帳號姓名", person.name), ("主職單位", person.unit), ("有效期限", person.valid_until)))
        if self.truth.alias:
            body = f'<p class="info" role="note">您的雲端服務帳號已啟用，毋須再次設定。</p><dl><dt>雲端服務帳號 (電子郵件名稱)</dt><dd>{escape(self.truth.alias)}@ntuh.gov.tw</dd></dl>'
        else:
            body = f"""<form method="POST" action="?/enable"><input type="hidden" name="step" value="{flow['step']}"/><div class="field svelte-1uha8ag"><label for="mail">雲端服務帳號 (電子郵件名稱)</label> <span><input id="mail" name="mailName" maxlength="64" value="{escape(q.get('mailName'))}"/>@ntuh.gov.tw</span> <small>名稱長度限64字元內</small></div>
<div class="field svelte-1uha8ag"><label for="s1">設定密碼</label> <input id="s1" type="password" name="secret" autocomplete="new-password"/></div><div class="field svelte-1uha8ag"><label for="s2">再次輸入密碼</label> <input id="s2" type="password" name="secretAgain" autocomplete="new-password"/></div>
<button type="submit" class="primary">啟用雲端服務</button> <button type="submit" formaction="?/cancel" formnovalidate>取消啟用</button><p>服務於設定完成隔日生效</p></form>"""
        return shell("設定密碼與郵件別名", f"""<main class="card svelte-1uha8ag"><h1>設定密碼與郵件別名</h1><p>雲端服務帳號說明：1. 雲端服務帳號為跨體系使用。 2. 服務於設定完成隔日生效。</p>{alert(error)}<dl>{facts}</dl>{body}{LEAVE}</main>""", status=400 if error else 200)

    def reset(self, q: Request) -> Response:
        error = good = ""
        if self.action(q):
            self.takes(q, secret="cloud_password", secretAgain="cloud_password_again")
            word = q.get("secret")
            if not self.truth.alias:
                error = "尚未啟用網路帳號，請先執行啟用"
            elif len(word) < 8 or not re.search("[A-Za-z]", word) or not re.search(r"\d", word) or word != q.get("secretAgain"):
                error = "密碼格式不符或兩次輸入不同"
            else:
                self.truth.cloud_password = word
                good = "雲端服務密碼已重置，即時生效。"
        return shell("重置雲端服務密碼", f"""<main class="card svelte-1uha8ag"><h1>重置雲端服務密碼</h1>{alert(error)}{alert(good, "toast")}<form method="POST" action="?/save"><label>新密碼 <input type="password" name="secret"/></label> <label>再次輸入新密碼 <input type="password" name="secretAgain"/></label> <button type="submit">確定重置</button></form>{LEAVE}</main>""", status=400 if error else 200)

    # ---------------------------------------------------------------- webmail
    def mail(self, q: Request) -> Response:
        if early := self.before(q):
            return early
        sid = q.cookies.get("wm_session", "")
        inside = sid in self.mail_ids
        if q.path == "/":
            return redirect("/inbox" if inside else "/signin", status=307)
        if q.path == "/captcha.gif":
            text = self.tickets.get(q.query.get("k", ""))
            return Response(picture(text, "GIF"), kind="image/gif", headers=[("Cache-Control", "no-store")]) if text else self.lost()
        if q.path == "/signin":
            error = ""
            if self.action(q):
                self.takes(q, user="mail_account", captcha="captcha", **{"pass": "mail_password"})
                user = q.get("user").strip().lower().removesuffix("@ntuh.gov.tw")
                if not self.use_ticket(q.get("ticket"), q.get("captcha")):
                    error = "驗證碼錯誤"
                elif not self.truth.alias or user != self.truth.alias.lower() or q.get("pass") != self.truth.cloud_password:
                    error = "帳號或密碼不正確，無法登入信箱"
                else:
                    sid = secrets.token_hex(12)
                    self.mail_ids.add(sid)
                    self.truth.sessions.add(f"mail:{sid}")
                    self.truth.counts["mail_sign_in"] += 1
                    return redirect("/inbox", ("Set-Cookie", f"wm_session={sid}; Path=/; HttpOnly"), status=303)
            key, _ = self.ticket("abcdefghjkmnpqrstuvwxyz23456789")
            return shell("電子信箱", f"""<main class="card svelte-1uha8ag"><h1>NTUH Webmail</h1>{alert(error)}<form method="POST" action="?/signin"><input type="hidden" name="ticket" value="{key}"/><label>帳號: <input name="user" autocomplete="username"/></label> <label>密碼: <input type="password" name="pass"/></label>
<label>驗證碼(小寫字母或數字): <input name="captcha" autocomplete="off"/></label> <img src="/captcha.gif?k={key}" alt=""/> <label><input type="checkbox" name="remember"/> 記住登入資訊 (公用電腦請勿勾選)</label> <button type="submit">登入</button></form><section><h2>公佈欄</h2><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p><p>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}/">help.ntuh.gov.tw</a></p></section></main>""", status=400 if error else 200)
        if not inside:
            return redirect("/signin", status=303)
        if q.path == "/signout" and q.method == "POST":
            self.takes(q)
            self.mail_ids.discard(sid)
            self.truth.sessions.discard(f"mail:{sid}")
            self.truth.counts["sign_out_mail"] += 1
            return redirect("/signin", ("Set-Cookie", "wm_session=; Path=/; Max-Age=0"), status=303)
        if q.path == "/inbox":
            return shell("收件匣", f"""<header class="top"><strong>{escape(self.truth.alias)}@ntuh.gov.tw</strong> <form method="POST" action="/signout"><button>登出</button></form></header><main class="card"><h1>收件匣 (1)</h1><table><tr><td>資訊室</td><td>歡迎使用雲端信箱</td></tr></table></main>""")
        return self.lost()


LEAVE = '<form method="POST" action="/leave"><button type="submit" class="ghost">結束並離開</button></form>'

"""A hospital whose pages are one shell each; every act swaps a fragment of HTML into it (htmx)."""

from __future__ import annotations

import re
import secrets
import sys
import time
from html import escape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from truth import Request, Response, Site, picture, redirect  # noqa: E402

CSS = """body{font:16px/1.6 'Microsoft JhengHei',sans-serif;margin:0;background:#f3f6f4;color:#223}
header{background:#0b6b57;color:#fff;padding:.6rem 1.5rem}header small{opacity:.8;margin-left:1rem}
main{max-width:980px;margin:1rem auto;background:#fff;padding:1rem 2rem;border-radius:6px;min-height:380px}
.row{margin:.5rem 0}.row>span:first-child{display:inline-block;width:11rem}.err{color:#b00020}.ok{color:#0b6b57;font-weight:bold}
nav ul{list-style:none;padding:0;columns:2}nav li button,.lnk{background:none;border:0;color:#06c;font:inherit;cursor:pointer;text-decoration:underline}
.veil{position:fixed;inset:0;background:#0007;display:flex;align-items:center;justify-content:center}.veil section{background:#fff;padding:1.5rem 2rem;border-radius:8px;min-width:22rem}
.htmx-indicator{opacity:0}.htmx-request .htmx-indicator{opacity:1}"""


def shell(title: str, first: str, sub: str = "") -> str:
    return f"""<!doctype html><html lang="zh-Hant"><head><meta charset="utf-8"><title>{title}</title><style>{CSS}</style>
<script src="/static/htmx.min.js"></script></head><body><header><b>{title}</b><small>{sub}</small></header>
<main id="stage" hx-get="{first}" hx-trigger="load" hx-target="#stage" hx-swap="innerHTML"><p>載入中，請稍候…</p></main>
<div id="overlay"></div><noscript>本系統需啟用 JavaScript</noscript></body></html>"""


class TheSite(Site):
    title = "htmx_partials"

    def __init__(self) -> None:
        super().__init__()
        self.sid: dict[str, str] = {}
        self.tokens: dict[str, str] = {}
        self.pics: dict[str, str] = {}
        self.flows: dict[str, dict] = {}
        self.activated_by = False

    # -- small things
    def static(self, r: Request) -> Response | None:
        if r.path == "/static/htmx.min.js":
            return Response((Path(__file__).resolve().parent.parent / "vendor" / "htmx.min.js").read_bytes(), kind="application/javascript")
        if r.path == "/favicon.ico":
            return Response("", 404)
        return None

    def token(self, kind: str) -> str:
        t = secrets.token_urlsafe(18)
        self.tokens[t] = kind
        return t

    def spend(self, r: Request, kind: str) -> bool:
        return self.tokens.pop(r.get("_csrf"), "") == kind

    def pic(self, r: Request, mail: bool) -> Response:
        text = self.truth.new_captcha("abcdefghkmnpqrstuvwxyz23456789", 5) if mail else self.truth.new_captcha()
        self.pics[r.query.get("k", "")] = text
        return Response(picture(text, "PNG"), kind="image/png", headers=[("Cache-Control", "no-store")])

    def pic_right(self, r: Request, given: str) -> bool:
        text = self.pics.pop(r.get("pic_key"), "")
        right = bool(text) and text == self.truth.captcha and given.strip().upper() == text.upper()
        self.truth.captcha = ""
        return right

    # -- portal
    def signin(self, said: str = "", who: str = "") -> Response:
        k = secrets.token_hex(6)
        return Response(f"""<h2>員工登入 <small>Sign in</small></h2><form hx-post="/x/session" hx-target="#stage" hx-swap="innerHTML" autocomplete="off">
<input type="hidden" name="_csrf" value="{self.token('login')}"><input type="hidden" name="pic_key" value="{k}">
<div class="row"><span>院區</span><select name="site"><option value="">請選擇</option><option value="A1" selected>總院區</option><option value="B3">金山分院</option><option value="C7">雲林分院</option></select></div>
<div class="row"><span><label for="emp">帳號</label></span><input id="emp" name="emp" value="{escape(who)}" maxlength="6"></div>
<div class="row"><span><label for="pin">密碼</label></span><input id="pin" name="pin" type="password"></div>
<div class="row"><span><label for="seen">驗證碼</label></span><input id="seen" name="seen" maxlength="6" size="8"> <img src="/x/pic?k={k}" alt="圖形驗證碼" height="36">
<button type="button" class="lnk" hx-get="/x/signin" hx-target="#stage" hx-swap="innerHTML">換一張</button> <small>(不用區分大小寫)</small></div>
<p class="err" role="alert">{said}</p><button>進入系統</button> <span class="htmx-indicator">處理中…</span></form>
<hr><form hx-get="/x/find" hx-target="#found" hx-swap="innerHTML"><input name="q" placeholder="全院分機查詢"><button>查詢</button><div id="found"></div></form>""")

    def portal_who(self, r: Request) -> str:
        sid = r.cookies.get("nhx_portal", "")
        return sid if sid in self.sid else ""

    def menu(self, sid: str) -> Response:
        inn = self.urls["inner"]
        dull = "".join(f'<li><button hx-get="/x/closed" hx-target="#tell" hx-swap="innerHTML">{n}</button></li>' for n in ("個人簽章提醒設定", "薪資所得免稅額申報表", "查詢員工連絡資料"))
        more = "".join(f'<li><button hx-get="/x/closed" hx-target="#tell" hx-swap="innerHTML">{n}</button></li>' for n in ("個人就醫紀錄查詢", "行動憑證申請", "流感同意書列印"))
        return Response(f"""<p>{self.truth.person.name} 您好! <button class="lnk" hx-post="/x/leave" hx-target="#stage" hx-swap="innerHTML">登出系統</button></p>
<p>總院差勤待簽 0 未核准 0 被駁回 0</p><h3>個人管理</h3><nav><ul><li><a href="{inn}/pw?SESSION={sid}">更改密碼</a></li>{dull}
<li><a href="{inn}/card?SESSION={sid}">維護個人連絡資料</a></li>{more}</ul></nav><p id="tell"></p>""")

    def portal(self, r: Request) -> Response:
        if (s := self.static(r)) is not None:
            return s
        sid = self.portal_who(r)
        if r.path == "/":
            return Response(shell("醫療資訊系統 PORTAL", "/x/menu" if sid else "/x/signin", "健康守護, 醫界典範"))
        if r.path == "/x/pic":
            return self.pic(r, False)
        if r.path == "/x/signin":
            return self.signin()
        if r.path == "/x/find":
            return Response("查無資料")
        if r.path == "/x/closed":
            return Response("此功能目前未開放實習學生使用。")
        if r.path == "/x/session" and r.method == "POST":
            self.takes(r, site="campus", emp="employee_id", pin="portal_password", seen="captcha")
            live, seen = self.spend(r, "login"), self.pic_right(r, r.get("seen"))
            said = ""
            if not live:
                said = "畫面已逾時，請重新輸入。"
            elif r.get("site") not in ("A1", "B3", "C7"):
                said = "請選擇院區。"
            elif not seen:
                said = "圖形驗證碼輸入錯誤，請再輸入一次。"
            elif r.get("site") != "A1" or r.get("emp") != self.truth.person.employee_id or r.get("pin") != self.truth.portal_password:
                said = "帳號或密碼不正確！"
            if said:
                self.truth.counts["sign_in_refused"] += 1
                return self.signin(said, r.get("emp"))
            sid = secrets.token_hex(16)
            self.sid[sid] = r.get("emp")
            self.truth.sessions.add(f"portal:{sid}")
            self.truth.counts["sign_in"] += 1
            return Response("""<h2>公告</h2><p>2027/01 起，資訊安全教育訓練請於期限內完成。</p>
<button hx-get="/x/menu" hx-target="#stage" hx-swap="innerHTML">我知道了，進入功能選單</button>""", headers=[("Set-Cookie", f"nhx_portal={sid}; Path=/; HttpOnly")])
        if not sid:
            return self.signin("請先登入。") if r.path.startswith("/x/") else redirect("/")
        if r.path == "/x/menu":
            return self.menu(sid)
        if r.path == "/x/leave" and r.method == "POST":
            self.drop(sid)
            return Response("""<h2>您已登出</h2><p>為保護資料，請關閉瀏覽器。</p><button hx-get="/x/signin" hx-target="#stage" hx-swap="innerHTML">重新登入</button>""", headers=[("Set-Cookie", "nhx_portal=; Path=/; Max-Age=0")])
        return Response("查無此頁", 404)

    def drop(self, sid: str) -> None:
        del self.sid[sid]
        self.truth.sessions.discard(f"portal:{sid}")
        self.truth.counts["sign_out_portal"] += 1

    # -- inner pages
    def pwform(self, sid: str, said: str = "") -> Response:
        return Response(f"""<h2>更改密碼</h2><form hx-post="/f/pw?SESSION={sid}" hx-target="#stage" hx-swap="innerHTML"><input type="hidden" name="_csrf" value="{self.token('pw')}">
<div class="row"><span>請輸入舊密碼：</span><input type="password" name="p0"></div><div class="row"><span>請輸入新密碼：</span><input type="password" name="p1"></div>
<div class="row"><span>請再輸入新密碼：</span><input type="password" name="p2"></div><p class="err">{said}</p>
<p>密碼設定條件：<br>1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字</p><button>確認變更</button></form>{self.feet(sid)}""")

    def feet(self, sid: str) -> str:
        return f"""<p><a href="{self.urls['portal']}/">回功能選單</a>　<button class="lnk" hx-post="/f/leave?SESSION={sid}" hx-target="#stage" hx-swap="innerHTML">登出系統</button></p>"""

    def card(self, sid: str, said: str = "", bad: str = "") -> Response:
        p, s = self.truth.person, self.truth.saved_contact
        v = {k: escape(s.get(k, getattr(p, k))) for k in ("english_surname", "english_given", "english_middle", "office_phone", "home_phone", "mobile_phone")}
        return Response(f"""<h2>台大醫院---維護個人連絡資料</h2><form hx-post="/f/card?SESSION={sid}" hx-target="#stage" hx-swap="innerHTML">
<input type="hidden" name="_csrf" value="{self.token('card')}"><button>異動儲存</button> <b class="ok">{said}</b><b class="err">{bad}</b>
<div class="row">員工編號：<b>{p.employee_id}</b> 姓名：<b>{p.name}</b></div>
<div class="row"><span>英文姓：</span><input name="en_last" value="{v['english_surname']}"> ex:Chen(陳)</div>
<div class="row"><span>英文首名：</span><input name="en_first" value="{v['english_given']}"> ex: Yi-Fen(怡芬) (說明)</div>
<div class="row"><span>英文中名：</span><input name="en_mid" value="{v['english_middle']}"> ex:Mary 為英文別名，如無，可不填</div>
<div class="row"><span>辦公室電話：</span><input name="tel_o" value="{v['office_phone']}"> ex:61234或23123456</div>
<div class="row"><span>住宅電話：</span><input name="tel_h" value="{v['home_phone']}"> ex:0223123456</div>
<div class="row"><span>行動電話：</span><input name="tel_m" value="{v['mobile_phone']}" maxlength="10"> ex:0952000000 (如離職或更換門號，請記得調整此欄位)</div>
</form>{self.feet(sid)}""")

    def inner(self, r: Request) -> Response:
        if (s := self.static(r)) is not None:
            return s
        sid = r.query.get("SESSION", "")
        if sid not in self.sid:
            return Response(f'<p class="err">連線已失效，請<a href="{self.urls["portal"]}/">重新登入</a></p>')
        if r.path == "/pw":
            return Response(shell("個人管理", f"/f/pw?SESSION={sid}", "更改密碼"))
        if r.path == "/card":
            return Response(shell("個人管理", f"/f/card?SESSION={sid}"))
        if r.path == "/f/pw":
            if r.method == "GET":
                return self.pwform(sid)
            self.takes(r, p0="old_password", p1="new_password", p2="new_password_again")
            new, said = r.get("p1"), ""
            if not self.spend(r, "pw"):
                said = "表單已過期，請重新填寫。"
            elif r.get("p0") != self.truth.portal_password:
                said = "舊密碼有誤。"
            elif new != r.get("p2"):
                said = "兩次輸入的新密碼不同。"
            elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new) or new == self.truth.portal_password:
                said = "新密碼不符合設定條件。"
            if said:
                self.truth.counts["password_refused"] += 1
                return self.pwform(sid, said)
            self.truth.portal_password = new
            self.truth.counts["password_changed"] += 1
            return Response(f'<h2>完成</h2><p class="ok">您的密碼已更新，下次請使用新密碼登入。</p>{self.feet(sid)}')
        if r.path == "/f/card":
            if r.method == "GET":
                return self.card(sid)
            self.takes(r, tel_m="mobile_phone")
            if not self.spend(r, "card"):
                return self.card(sid, bad="資料已過期，請重新填寫。")
            if not re.fullmatch(r"09\d{8}", r.get("tel_m")):
                return self.card(sid, bad="行動電話格式錯誤，請輸入10碼數字。")
            for name, key in (("en_last", "english_surname"), ("en_first", "english_given"), ("en_mid", "english_middle"), ("tel_o", "office_phone"), ("tel_h", "home_phone"), ("tel_m", "mobile_phone")):
                self.truth.saved_contact[key] = r.get(name)
            self.truth.counts["contact_saved"] += 1
            return self.card(sid, said="個人資料已儲存")
        if r.path == "/f/leave" and r.method == "POST":
            self.drop(sid)
            return Response(f'<h2>您已登出</h2><p><a href="{self.urls["portal"]}/">回登入頁</a></p>', headers=[])
        return Response("查無此頁", 404)

    # -- account
    def registered(self) -> str:
        return self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone)

    def front(self) -> Response:
        go = 'hx-target="#stage" hx-swap="innerHTML"'
        return Response(f"""<h3>《規範》</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li>
<li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul><h3>《常見問題與服務》</h3><p>密碼修改後多久可以生效？<br>即時生效。</p><p>忘記密碼：請以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p>
<p><button hx-get="/h/proof?for=open" {go}>啟用網路帳號及首次雲端帳號密碼設定</button><br>啟用本院微軟相關服務，如：Office365, Outlook...</p>
<p><button hx-get="/h/proof?for=reset" {go}>重置雲端服務密碼</button><br>重設非Portal帳號的密碼</p><p><button hx-get="/h/vpn" {go}>總院廠商VPN展延申請</button></p>""")

    def proof(self, fid: str, said: str = "") -> Response:
        f = self.flows[fid]
        head = "啟用網路帳號及首次雲端帳號密碼設定" if f["for"] == "open" else "重置雲端服務密碼"
        return Response(f"""<h2>{head}</h2><ol><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ol>
<form hx-post="/h/check" hx-target="#stage" hx-swap="innerHTML" autocomplete="off"><input type="hidden" name="flow" value="{fid}">
<div class="row"><span>網路帳號 / 主職員工編號</span><input name="acct" value="{escape(f.get('who', ''))}" maxlength="6"> <button type="button" hx-post="/h/phone" hx-include="closest form" hx-target="#overlay" hx-swap="innerHTML">發送簡訊動態碼</button></div>
<div class="row"><span>簡訊(或MOTP)動態碼</span><input name="otp" maxlength="8"></div><p class="err">{said}</p><button>下一步</button></form>
<p><button class="lnk" hx-get="/h/front" hx-target="#stage" hx-swap="innerHTML">回首頁</button></p>""")

    def phone(self, fid: str, said: str = "") -> Response:
        return Response(f"""<div class="veil"><section role="dialog" aria-modal="true"><form hx-post="/h/send" hx-target="#overlay" hx-swap="innerHTML"><input type="hidden" name="flow" value="{fid}">
<p><label for="gsm">請輸入帳號登記的手機門號(10碼)</label></p><input id="gsm" name="gsm" maxlength="10" inputmode="numeric"><p class="err">{said}</p>
<button>確定發送</button> <button type="button" hx-get="/h/none" hx-target="#overlay" hx-swap="innerHTML">取消</button></form></section></div>""")

    def told(self, head: str, text: str) -> Response:
        return Response(f"""<div class="veil"><section role="alertdialog"><h3>{head}</h3><p>{text}</p><button type="button" hx-get="/h/none" hx-target="#overlay" hx-swap="innerHTML">確定</button></section></div>""")

    def setting(self, sid: str, said: str = "", alias: str = "") -> Response:
        p, t = self.truth.person, self.truth
        facts = "".join(f'<div class="row"><span>{k}</span><span>{v}</span></div>' for k, v in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        out = f'<p><button class="lnk" hx-post="/h/leave" hx-target="#stage" hx-swap="innerHTML">結束並登出</button></p>'
        if t.alias:
            return Response(f"""<h2>設定密碼與郵件別名</h2>{facts}<p class="ok">此帳號先前已完成啟用，無需再次設定。</p><div class="row"><span>電子郵件</span><span>{escape(t.alias)}@ntuh.gov.tw</span></div>{out}""")
        return Response(f"""<h2>設定密碼與郵件別名</h2><p>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</p>{facts}<form hx-post="/h/open" hx-target="#stage" hx-swap="innerHTML" autocomplete="off">
<input type="hidden" name="_csrf" value="{self.token('open' + sid)}"><div class="row"><span>雲端服務帳號 (電子郵件名稱)</span><input name="mbox" value="{escape(alias)}" maxlength="64"> @ntuh.gov.tw 名稱長度限64字元內</div>
<div class="row"><span>雲端服務密碼</span><input type="password" name="cpw" autocomplete="new-password"></div><div class="row"><span>確認雲端服務密碼</span><input type="password" name="cpw_again" autocomplete="new-password"></div>
<small>密碼至少8碼，須含英文及數字</small><p class="err">{said}</p><button type="button" hx-get="/h/front" hx-target="#stage" hx-swap="innerHTML">取消啟用</button> <button>啟用雲端服務</button><p>服務於設定完成隔日生效</p></form>{out}""")

    def resetting(self, sid: str, said: str = "") -> Response:
        return Response(f"""<h2>重置雲端服務密碼</h2><form hx-post="/h/reset" hx-target="#stage" hx-swap="innerHTML"><input type="hidden" name="_csrf" value="{self.token('reset' + sid)}">
<div class="row"><span>新的雲端服務密碼</span><input type="password" name="cpw"></div><div class="row"><span>再次輸入</span><input type="password" name="cpw_again"></div><p class="err">{said}</p><button>送出</button></form>""")

    def account(self, r: Request) -> Response:
        if (s := self.static(r)) is not None:
            return s
        t, fid = self.truth, r.get("flow")
        flow = self.flows.get(fid)
        if r.path == "/":
            return Response(shell("網路帳號服務", "/h/front", "以下所稱網路帳號均包含雲端服務帳號"))
        if r.path == "/h/front":
            return self.front()
        if r.path == "/h/none":
            return Response("")
        if r.path == "/h/vpn":
            return Response('<p>限合約廠商申請。</p><button hx-get="/h/front" hx-target="#stage" hx-swap="innerHTML">回首頁</button>')
        if r.path == "/h/proof":
            fid = secrets.token_hex(8)
            self.flows[fid] = {"for": "reset" if r.query.get("for") == "reset" else "open"}
            return self.proof(fid)
        if r.path in ("/h/phone", "/h/send", "/h/check") and r.method == "POST":
            self.takes(r, acct="employee_id", otp="code", gsm="registered_phone")
            if flow is None:
                return self.told("逾時", "作業逾時，請回首頁重新操作。") if r.path != "/h/check" else self.front()
            if r.path == "/h/phone":
                if not re.fullmatch(r"\d{6}", r.get("acct")):
                    return self.told("提醒", "請先輸入6位數網路帳號。")
                flow["who"] = r.get("acct")
                return self.phone(fid)
            if r.path == "/h/send":
                if "who" not in flow:
                    return self.told("提醒", "請先輸入網路帳號。")
                if flow["who"] != t.person.employee_id or r.get("gsm") != self.registered():
                    return self.phone(fid, "門號與帳號登記的資料不符。")
                flow.update(code=t.new_message(), at=time.time())
                return self.told("動態碼簡訊發送成功", "成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」")
            if flow.get("who") != r.get("acct") or not flow.get("code") or r.get("otp").strip() != flow["code"] or flow["code"] != t.messages[-1]:
                t.counts["code_refused"] += 1
                return self.proof(fid, "動態碼不正確，請確認後再輸入。")
            if time.time() - flow["at"] > 120:
                t.counts["code_refused"] += 1
                return self.proof(fid, "動態碼已超過有效時間，請重新發送。")
            del self.flows[fid]
            sid = secrets.token_hex(12)
            self.flows["S" + sid] = flow
            t.sessions.add(f"account:{sid}")
            t.counts["code_accepted"] += 1
            answer = self.setting(sid) if flow["for"] == "open" else self.resetting(sid)
            answer.headers.append(("Set-Cookie", f"nhx_acct={sid}; Path=/; HttpOnly"))
            return answer
        sid = r.cookies.get("nhx_acct", "")
        if f"account:{sid}" not in t.sessions:
            return self.front()
        if r.path == "/h/leave" and r.method == "POST":
            t.sessions.discard(f"account:{sid}")
            t.counts["sign_out_account"] += 1
            return Response('<h2>已登出帳號服務</h2><button hx-get="/h/front" hx-target="#stage" hx-swap="innerHTML">回首頁</button>', headers=[("Set-Cookie", "nhx_acct=; Path=/; Max-Age=0")])
        if r.path in ("/h/open", "/h/reset") and r.method == "POST":
            self.takes(r, mbox="alias", cpw="cloud_password", cpw_again="cloud_password_again")
            doing, pw, name = r.path[3:], r.get("cpw"), r.get("mbox")
            page = (lambda said: self.setting(sid, said, name)) if doing == "open" else (lambda said: self.resetting(sid, said))
            if self.flows["S" + sid]["for"] != doing or not self.spend(r, doing + sid):
                return page("畫面已過期，請重新輸入。")
            if doing == "open":
                if t.alias:
                    return page("此帳號已啟用。")
                if not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{2,63}", name):
                    return page("名稱格式不正確，請以英文字母開頭，可用英數字及 . _ -")
                if name.lower() == "taken.name":
                    return page("此電子郵件名稱已有人使用，請換一個。")
            elif not t.alias:
                return page("您尚未啟用雲端服務，請先啟用網路帳號。")
            if len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search("[0-9]", pw):
                return page("密碼至少8碼，且須含英文及數字。")
            if pw != r.get("cpw_again"):
                return page("兩次輸入的密碼不一致。")
            t.cloud_password = pw
            if doing == "open":
                t.alias = name
                t.counts["activated"] += 1
            text = f"雲端服務已開通，您的信箱為 {escape(t.alias)}@ntuh.gov.tw，服務將於隔日生效。" if doing == "open" else "雲端服務密碼已重設。"
            return Response(f'<h2>作業完成</h2><p class="ok">{text}</p><p><button class="lnk" hx-post="/h/leave" hx-target="#stage" hx-swap="innerHTML">結束並登出</button></p>')
        return Response("查無此頁", 404)

    # -- webmail
    def mailform(self, said: str = "") -> Response:
        k = secrets.token_hex(6)
        return Response(f"""<h2>電子信箱登入</h2><form hx-post="/m/in" hx-target="#stage" hx-swap="innerHTML"><input type="hidden" name="pic_key" value="{k}">
<div class="row"><span><label for="u">帳號:</label></span><input id="u" name="u"> @ntuh.gov.tw</div><div class="row"><span><label for="w">密碼:</label></span><input id="w" name="w" type="password"></div>
<div class="row"><span><label for="c">驗證碼(小寫字母或數字):</label></span><input id="c" name="c" size="8"> <img src="/m/pic?k={k}" alt="驗證碼"></div>
<div class="row"><label><input type="checkbox" name="keep" value="1"> 記住登入資訊 (公用電腦請勿勾選)</label></div><p class="err">{said}</p><button>登入信箱</button></form>
<h3>公佈欄</h3><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p>""")

    def mail(self, r: Request) -> Response:
        if (s := self.static(r)) is not None:
            return s
        t, sid = self.truth, r.cookies.get("nhx_mail", "")
        if r.path == "/":
            return Response(shell("電子郵件系統", "/m/box" if f"mail:{sid}" in t.sessions else "/m/login", "Webmail"))
        if r.path == "/m/pic":
            return self.pic(r, True)
        if r.path == "/m/in" and r.method == "POST":
            self.takes(r, u="mail_account", w="mail_password", c="captcha")
            if not self.pic_right(r, r.get("c")):
                return self.mailform("驗證碼錯誤")
            if not t.alias or r.get("u").lower() not in (t.alias.lower(), t.alias.lower() + "@ntuh.gov.tw") or r.get("w") != t.cloud_password:
                return self.mailform("帳號或密碼錯誤")
            sid = secrets.token_hex(12)
            t.sessions.add(f"mail:{sid}")
            t.counts["mail_sign_in"] += 1
            return Response(self.box(), headers=[("Set-Cookie", f"nhx_mail={sid}; Path=/; HttpOnly")])
        if f"mail:{sid}" in t.sessions:
            if r.path == "/m/box":
                return Response(self.box())
            if r.path == "/m/out" and r.method == "POST":
                t.sessions.discard(f"mail:{sid}")
                t.counts["sign_out_mail"] += 1
                return self.mailform("您已登出信箱。")
        return self.mailform()

    def box(self) -> str:
        return f"""<h2>收件匣</h2><p>{escape(self.truth.alias)}@ntuh.gov.tw <button class="lnk" hx-post="/m/out" hx-target="#stage" hx-swap="innerHTML">登出</button></p><table border="1" cellpadding="6"><tr><th>寄件者<th>主旨<tr><td>資訊室<td>歡迎使用本院電子郵件</table>"""

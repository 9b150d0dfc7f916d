"""The portal as a single sign-on gateway: app tiles with hand-over forms, and an account site in steps."""

from __future__ import annotations

import base64
import json
import re
import secrets
import time
from html import escape
from urllib.parse import urlencode

from truth import Request, Response, Site, picture, redirect

STYLE = """*{box-sizing:border-box}body{margin:0;background:#eef1f4;font-family:system-ui,"Noto Sans TC",sans-serif;color:#223}main{max-width:860px;margin:24px auto;background:#fff;padding:24px;border-radius:8px}
header{background:#00695c;color:#fff;padding:12px 24px}.tiles{display:flex;flex-wrap:wrap;gap:14px}.tile{width:180px;height:110px;border:1px solid #cdd;background:#fafcfc;border-radius:8px;font-size:15px;cursor:pointer}
.fld{margin:12px 0}.fld label{display:block;font-weight:600}.note{background:#fff4e5;border-left:4px solid #ff9800;padding:8px 12px}.ok{background:#e7f6ec;border-left:4px solid #2e7d32;padding:8px 12px}
.stepper{display:flex;list-style:none;padding:0}.stepper li{flex:1;border-bottom:3px solid #ccc;padding:6px;color:#889}.stepper li.now{border-color:#00695c;color:#00695c;font-weight:bold}.hint{color:#789;font-size:13px}"""

APPS = {
    "urn:ntuh:app:elearn": ("數位學習", "🎓", "學習"),
    "urn:ntuh:app:km": ("KM系統", "📚", "學習"),
    "urn:ntuh:app:duty": ("差勤系統", "🕘", "行政系統"),
    "urn:ntuh:app:passwd": ("更改密碼", "🔑", "個人管理"),
    "urn:ntuh:app:sign": ("個人簽章提醒設定", "✒️", "個人管理"),
    "urn:ntuh:app:staffq": ("查詢員工連絡資料", "🔍", "個人管理"),
    "urn:ntuh:app:contact": ("維護個人連絡資料", "📇", "個人管理"),
    "urn:ntuh:app:visit": ("個人就醫紀錄查詢", "🏥", "個人管理"),
}

CONTACT = {
    "english_surname": ("family_name", "英文姓", "ex:Chen(陳)"),
    "english_given": ("given_name", "英文首名", "ex: Yi-Fen(怡芬)"),
    "english_middle": ("middle_name", "英文中名", "ex:Mary 為英文別名，如無，可不填"),
    "office_phone": ("phone_office", "辦公室電話", "ex:61234或23123456"),
    "home_phone": ("phone_home", "住宅電話", "ex:0223123456"),
    "mobile_phone": ("phone_number", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"),
}

STEPS = {
    "activate": ("輸入帳號", "發送簡訊", "輸入動態碼", "設定密碼與郵件別名", "完成"),
    "reset": ("輸入帳號", "發送簡訊", "輸入動態碼", "設定新密碼", "完成"),
}
FLOW = {"activate": "啟用網路帳號及首次雲端帳號密碼設定", "reset": "重置雲端服務密碼"}


class TheSite(Site):
    title = "openid_sso_gateway"

    def __init__(self) -> None:
        super().__init__()
        self.interactions: dict[str, dict] = {}
        self.codes: dict[str, str] = {}
        self.gateway: dict[str, dict] = {}
        self.assertions: dict[str, tuple[str, str, float]] = {}
        self.apps: dict[str, dict] = {}
        self.flows: dict[str, dict] = {}
        self.boxes: dict[str, str] = {}
        self.challenge = ""

    @staticmethod
    def doc(name: str, inner: str, bar: str = "", headers: list[tuple[str, str]] | None = None, status: int = 200) -> Response:
        return Response(f"""<!DOCTYPE html><html lang="zh-TW"><head><meta charset="UTF-8"><title>{name} - NTUH Identity</title><link rel="stylesheet" href="/gateway.css"></head>
<body><header><b>NTUH Identity Gateway</b> ｜ {name} <span style="float:right">{bar}</span></header><main>{inner}</main></body></html>""", status, headers=headers or [])

    @staticmethod
    def asset(req: Request) -> Response | None:
        if req.path == "/gateway.css":
            return Response(STYLE, kind="text/css")
        return Response("", 404) if req.path in ("/favicon.ico", "/robots.txt") else None

    @staticmethod
    def handover(to: str, pairs: dict[str, str], word: str) -> Response:
        hidden = "".join(f'<input type="hidden" name="{k}" value="{escape(v)}">' for k, v in pairs.items())
        return Response(f"""<!DOCTYPE html><html><head><meta charset="UTF-8"><title>Submit This Form</title></head><body onload="document.forms[0].submit()">
<form method="post" action="{to}">{hidden}<p>{word}</p><noscript><p>您的瀏覽器未啟用 JavaScript，請按下方按鈕。</p></noscript><button type="submit">繼續</button></form></body></html>""",
                        headers=[("Cache-Control", "no-store")])

    # ------------------------------------------------------------ portal = gateway
    def portal(self, req: Request) -> Response:
        if req.method == "POST":
            self.takes(req, realm="campus", identifier="employee_id", credential="portal_password", challenge_answer="captcha")
        known = self.asset(req)
        if known:
            return known
        sso = req.cookies.get("idp_sso", "")
        ses = self.gateway.get(sso)
        part = req.path.strip("/").split("/")
        if req.path == "/":
            return redirect("/apps" if ses else "/oidc/authorize?" + urlencode({"client_id": "ntuh-portal", "response_type": "code", "response_mode": "form_post", "scope": "openid profile", "redirect_uri": "/oidc/callback", "state": secrets.token_hex(8)}))
        if req.path == "/oidc/authorize":
            uid = secrets.token_urlsafe(12)
            self.interactions[uid] = {"state": req.query.get("state", ""), "xsrf": secrets.token_hex(8), "said": "", "who": ""}
            return redirect("/interaction/" + uid, ("Set-Cookie", f"_interaction={uid}; Path=/; HttpOnly"))
        if part[0] == "challenge" and len(part) == 2:
            self.challenge = part[1].split(".")[0]
            return Response(picture(self.truth.new_captcha(), "PNG", (128, 40)), kind="image/png", headers=[("Cache-Control", "no-store")])
        if part[0] == "interaction" and len(part) > 1:
            talk = self.interactions.get(part[1])
            if talk is None or req.cookies.get("_interaction") != part[1]:
                return self.doc("登入逾時", '<p class="note">此登入交易不存在或已逾時。</p><a href="/">重新登入</a>', status=400)
            return self.interact(req, part[1], talk)
        if req.path == "/oidc/callback" and req.method == "POST":
            state = self.codes.pop(req.get("code"), None)
            if state is None or state != req.get("state"):
                return self.doc("錯誤", '<p class="note">invalid_grant：授權碼無效</p><a href="/">重新登入</a>', status=400)
            new = secrets.token_hex(16)
            self.gateway[new] = {"xsrf": secrets.token_hex(8)}
            self.truth.sessions.add("portal:" + new)
            self.truth.counts["sign_in"] += 1
            return redirect("/apps", ("Set-Cookie", f"idp_sso={new}; Path=/; HttpOnly"), status=303)
        if ses is None:
            return redirect("/")
        xsrf = f'<input type="hidden" name="xsrf" value="{ses["xsrf"]}">'
        bar = f'{self.truth.person.name} <a style="color:#fff" href="/oidc/end_session">登出系統</a>'
        if req.method == "POST" and req.get("xsrf") != ses["xsrf"]:
            return self.doc("錯誤", '<p class="note">要求來源驗證失敗</p>', status=403)
        if req.path == "/oidc/end_session":
            if req.method == "GET":
                return self.doc("登出", f'<p>您要登出單一登入服務嗎？</p><form method="post" action="/oidc/end_session">{xsrf}<button type="submit" name="logout" value="yes">是，登出</button> <a href="/apps">否，返回應用程式</a></form>', bar)
            del self.gateway[sso]
            self.apps = {k: v for k, v in self.apps.items() if v["sso"] != sso}
            self.truth.sessions.discard("portal:" + sso)
            self.truth.counts["sign_out_portal"] += 1
            return self.doc("已登出", '<p class="ok">您已登出所有系統。</p><a href="/">再次登入</a>', headers=[("Set-Cookie", "idp_sso=; Path=/; Max-Age=0")])
        if req.path == "/apps/launch" and req.method == "POST":
            app = req.get("app")
            if app not in ("urn:ntuh:app:passwd", "urn:ntuh:app:contact"):
                return self.doc("應用程式", f'<p class="note">您的身分（實習學生）未獲授權使用「{APPS.get(app, ("?",))[0]}」</p><a href="/apps">回功能選單</a>', bar)
            ticket = base64.urlsafe_b64encode(json.dumps({"iss": "ntuh-idp", "aud": app, "jti": secrets.token_hex(12)}).encode()).decode()
            self.assertions[ticket] = (sso, app, time.time())
            return self.handover(self.urls["inner"] + "/sso/acs", {"assertion": ticket, "RelayState": app}, f"正在前往「{APPS[app][0]}」……")
        if req.path == "/apps":
            groups = ""
            for group in dict.fromkeys(g for _, _, g in APPS.values()):
                tiles = "".join(f'<form method="post" action="/apps/launch">{xsrf}<input type="hidden" name="app" value="{urn}"><button class="tile" type="submit"><span aria-hidden="true">{icon}</span><br>{name}</button></form>'
                                for urn, (name, icon, g) in APPS.items() if g == group)
                groups += f'<h3>{group}</h3><div class="tiles">{tiles}</div>'
            return self.doc("我的應用程式", f"""<form method="get" action="/apps"><input type="search" name="filter" placeholder="搜尋應用程式"></form><p>您好! 總院差勤待簽 0 未核准 0 被駁回 0</p>{groups}
<h3>全院公告 2</h3><ul><li>2026/11/12　單一登入服務上線</li><li>2026/10/21　請填報「薪資所得免稅額申報表」</li></ul>""", bar)
        return self.doc("找不到", "<p>404</p>", status=404)

    def interact(self, req: Request, uid: str, talk: dict) -> Response:
        if req.method == "POST":
            want, self.truth.captcha = self.truth.captcha, ""
            talk["who"] = req.get("identifier").strip()
            if req.get("xsrf") != talk["xsrf"]:
                talk["said"] = "表單已失效，請重新輸入"
            elif not want or req.get("challenge_id") != self.challenge or req.get("challenge_answer").strip().upper() != want:
                talk["said"] = "驗證碼比對失敗"
            elif req.get("realm") not in ("t0", "t2", "t4", "y0"):
                talk["said"] = "請選擇院區"
            elif talk["who"] != self.truth.person.employee_id or req.get("credential") != self.truth.portal_password:
                talk["said"] = "無法驗證您的身分，請檢查帳號與密碼 (invalid_credentials)"
            else:
                del self.interactions[uid]
                code = secrets.token_urlsafe(24)
                self.codes[code] = talk["state"]
                return self.handover("/oidc/callback", {"code": code, "state": talk["state"], "iss": "ntuh-idp"}, "身分驗證成功，登入中……")
            self.truth.counts["sign_in_refused"] += 1
            talk["xsrf"] = secrets.token_hex(8)
            return redirect("/interaction/" + uid, status=303)
        said, talk["said"] = talk["said"], ""
        cid = secrets.token_hex(6)
        return self.doc("單一登入", f"""<h2>登入 PORTAL 系統</h2>{f'<p class="note" role="alert">{said}</p>' if said else ''}
<form method="post" action="/interaction/{uid}/login" autocomplete="off"><input type="hidden" name="xsrf" value="{talk['xsrf']}"><input type="hidden" name="challenge_id" value="{cid}">
<div class="fld"><label for="realm">院區</label><select id="realm" name="realm"><option value="t0">總院區</option><option value="t2">北護分院</option><option value="t4">新竹分院</option><option value="y0">雲林分院</option></select></div>
<div class="fld"><label for="identifier">帳號</label><input id="identifier" name="identifier" type="text" value="{escape(talk['who'])}" required> <span class="hint">6位數員工編號</span></div>
<div class="fld"><label for="credential">密碼</label><input id="credential" name="credential" type="password" required></div>
<div class="fld"><label for="challenge_answer">驗證碼</label><input id="challenge_answer" name="challenge_answer" type="text" maxlength="6" required> <img src="/challenge/{cid}.png" alt="圖形驗證"> <span class="hint">不用區分大小寫；<a href="/interaction/{uid}">看不清楚</a></span></div>
<button type="submit">驗證並登入</button></form><p class="hint">如無法登入，請撥資訊室分機261120</p>""")

    # ------------------------------------------------------------ the two applications
    def inner(self, req: Request) -> Response:
        if req.method == "POST":
            self.takes(req, current="old_password", fresh="new_password", fresh_repeat="new_password_again", phone_number="mobile_phone")
        known = self.asset(req)
        if known:
            return known
        if req.path == "/sso/acs" and req.method == "POST":
            sso, app, at = self.assertions.pop(req.get("assertion"), ("", "", 0.0))
            if sso not in self.gateway or app != req.get("RelayState") or time.time() - at > 60:
                return self.doc("錯誤", f'<p class="note">Assertion 無效或逾時</p><a href="{self.urls["portal"]}/apps">回功能選單</a>', status=403)
            key = secrets.token_hex(10)
            self.apps[key] = {"sso": sso, "xsrf": secrets.token_hex(6)}
            return redirect("/my/" + app.rsplit(":", 1)[-1], ("Set-Cookie", f"app_sid={key}; Path=/; HttpOnly"), status=303)
        ses = self.apps.get(req.cookies.get("app_sid", ""))
        if ses is None:
            return redirect(self.urls["portal"] + "/")
        bar = f'<a style="color:#fff" href="{self.urls["portal"]}/apps">回功能選單</a>　<a style="color:#fff" href="{self.urls["portal"]}/oidc/end_session">登出系統</a>'
        xsrf = f'<input type="hidden" name="xsrf" value="{ses["xsrf"]}">'
        said, kind = "", "note"
        stale = req.method == "POST" and req.get("xsrf") != ses["xsrf"]
        if req.method == "POST":
            ses["xsrf"] = secrets.token_hex(6)
            xsrf = f'<input type="hidden" name="xsrf" value="{ses["xsrf"]}">'
        if req.path == "/my/passwd":
            if req.method == "POST":
                new = req.get("fresh")
                if stale:
                    said = "表單已失效，請重新輸入"
                elif req.get("current") != self.truth.portal_password:
                    said = "舊密碼核對不符"
                elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                    said = "新密碼未達設定條件"
                elif new != req.get("fresh_repeat"):
                    said = "新密碼與再次輸入之內容不相符"
                else:
                    self.truth.portal_password = new
                    self.truth.counts["password_changed"] += 1
                    said, kind = "密碼已更新，各應用程式將於下次登入時採用新密碼。", "ok"
                if kind == "note":
                    self.truth.counts["password_refused"] += 1
            boxes = "".join(f'<div class="fld"><label for="{n}">{t}：</label><input id="{n}" name="{n}" type="password" autocomplete="off"></div>' for n, t in (("current", "請輸入舊密碼"), ("fresh", "請輸入新密碼"), ("fresh_repeat", "請再輸入新密碼")))
            return self.doc("更改密碼", f"""<h2>更改密碼</h2>{f'<p class="{kind}">{said}</p>' if said else ''}<form method="post" action="/my/passwd">{xsrf}{boxes}<p>密碼強度檢核：<span id="strength">—</span></p><button type="submit">更新密碼</button></form>
<p>密碼設定條件：<br>1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字</p>""", bar)
        if req.path == "/my/contact":
            if req.method == "POST":
                got = {k: req.get(n).strip() for k, (n, _, _) in CONTACT.items()}
                if stale:
                    said = "表單已失效，請重新輸入"
                elif not re.fullmatch(r"09\d{8}", got["mobile_phone"]):
                    said = "行動電話號碼無效"
                elif req.get("sub") != self.truth.person.employee_id:
                    said = "使用者識別不符"
                else:
                    self.truth.saved_contact = got
                    self.truth.counts["contact_saved"] += 1
                    said, kind = "您的連絡資料已寫入目錄服務。", "ok"
            now = {k: self.truth.saved_contact.get(k, getattr(self.truth.person, k)) for k in CONTACT}
            boxes = "".join(f'<div class="fld"><label for="c_{n}">{t}：</label><input id="c_{n}" name="{n}" type="text" value="{escape(now[k])}"> <span class="hint">{hint}</span></div>' for k, (n, t, hint) in CONTACT.items())
            return self.doc("維護個人連絡資料", f"""<h2>台大醫院---維護個人連絡資料</h2>{f'<p class="{kind}">{said}</p>' if said else ''}<form method="post" action="/my/contact">{xsrf}<input type="hidden" name="sub" value="{self.truth.person.employee_id}">
<p>員工編號：{self.truth.person.employee_id}　姓名：{self.truth.person.name}</p>{boxes}<button type="submit">異動儲存</button></form>""", bar)
        return self.doc("找不到", "<p>404</p>", bar, status=404)

    # ------------------------------------------------------------ account site, in steps
    def account(self, req: Request) -> Response:
        if req.method == "POST":
            self.takes(req, agree="consent", subject="employee_id", msisdn="registered_phone", one_time_code="code", mail_nickname="alias",
                       secret_new="cloud_password", secret_new2="cloud_password_again")
        known = self.asset(req)
        if known:
            return known
        if req.path == "/":
            return self.front()
        if req.path == "/begin" and req.method == "POST":
            if req.get("agree") != "yes":
                return self.front("請先勾選「我已詳閱並同意上述規範」")
            if req.get("flow") not in FLOW:
                return self.front("本項服務限廠商使用，請洽資訊服務台")
            key = secrets.token_hex(10)
            self.flows[key] = {"flow": req.get("flow"), "step": 1, "said": ""}
            return redirect("/step/1", ("Set-Cookie", f"flow_sid={key}; Path=/"), status=303)
        key = req.cookies.get("flow_sid", "")
        st = self.flows.get(key)
        if st is None:
            return redirect("/")
        if req.path == "/quit" and req.method == "POST":
            del self.flows[key]
            if st.get("proof"):
                self.truth.sessions.discard("account:" + st["proof"])
                self.truth.counts["sign_out_account"] += 1
            return redirect("/", ("Set-Cookie", "flow_sid=; Path=/; Max-Age=0"), status=303)
        if req.path == "/step/back" and not st.get("proof"):
            st["step"] = max(1, st["step"] - 1)
        elif req.method == "POST" and req.path == f"/step/{st['step']}":
            if not st.get("tx") or req.get("tx") != st["tx"]:
                st["said"] = "頁面已過期，請重新操作"
            else:
                st["said"] = getattr(self, f"step{st['step']}")(req, st) or ""
        if req.path != f"/step/{st['step']}" or req.method == "POST":
            return redirect(f"/step/{st['step']}", status=303)
        return self.step_page(st)

    def front(self, said: str = "") -> Response:
        return self.doc("網路帳號服務", f"""{f'<p class="note">{said}</p>' if said else ''}<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><h3>《規範》</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p>
<ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul>
<h3>《常見問題與服務》</h3><p><b>密碼修改後多久可以生效</b>　即時生效。</p><p><b>忘記密碼</b>　請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p>
<form method="post" action="/begin"><p><input type="checkbox" id="agree" name="agree" value="yes" onclick="var b=this.form.querySelectorAll('button');for(var i=0;i&lt;b.length;i++)b[i].disabled=!this.checked;"> <label for="agree">我已詳閱並同意上述規範</label></p>
<p><button type="submit" name="flow" value="activate" disabled>啟用網路帳號及首次雲端帳號密碼設定</button><br><span class="hint">啟用本院微軟相關服務，如：Office365, Outlook...</span></p>
<p><button type="submit" name="flow" value="reset" disabled>重置雲端服務密碼</button><br><span class="hint">重設非Portal帳號的密碼：Email, 無線網路, KM, TMS, VPN密碼</span></p>
<p><button type="submit" name="flow" value="vpn" disabled>總院廠商VPN展延申請</button></p></form>""")

    def step1(self, req: Request, st: dict) -> str:
        if req.get("subject").strip() != self.truth.person.employee_id:
            return "找不到此網路帳號 / 主職員工編號"
        st["step"] = 2
        return ""

    def step2(self, req: Request, st: dict) -> str:
        if req.get("msisdn").strip() != self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone):
            return "手機門號與帳號登記之門號不一致，未發送簡訊"
        st["sms"], st["at"], st["step"] = self.truth.new_message(), time.time(), 3
        return ""

    def step3(self, req: Request, st: dict) -> str:
        if req.get("resend"):
            st["step"] = 2
            return ""
        late = time.time() - st["at"] > 120
        if late or req.get("one_time_code").strip() != st["sms"]:
            self.truth.counts["code_refused"] += 1
            return "動態碼已失效（超過2分鐘），請重新發送" if late else "動態碼錯誤，請重新輸入"
        st["proof"], st["step"], st["sms"] = secrets.token_hex(8), 4, ""
        self.truth.sessions.add("account:" + st["proof"])
        self.truth.counts["code_accepted"] += 1
        return ""

    def step4(self, req: Request, st: dict) -> str:
        t = self.truth
        name, one = req.get("mail_nickname").strip(), req.get("secret_new")
        if st["flow"] == "activate":
            if t.alias:
                return "此帳號已完成啟用，不得重複申請"
            if not re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9._\-]{0,62}[A-Za-z0-9])?", name):
                return "電子郵件名稱不合規則（限英數字與 . _ -）"
            if name.lower() == "taken.name":
                return "電子郵件名稱重複，請改用其他名稱"
        elif not t.alias:
            return "此帳號尚未啟用雲端服務"
        if len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search("[0-9]", one):
            return "雲端服務密碼須8碼以上且含英文及數字"
        if one != req.get("secret_new2"):
            return "兩次雲端服務密碼輸入不同"
        t.cloud_password, st["step"] = one, 5
        if st["flow"] == "activate":
            t.alias = name
            t.counts["activated"] += 1
        return ""

    def step5(self, req: Request, st: dict) -> str:
        return ""

    def step_page(self, st: dict) -> Response:
        who, n, flow = self.truth.person, st["step"], st["flow"]
        st["tx"] = secrets.token_hex(6)
        said, st["said"] = st["said"], ""
        line = "".join(f'<li{" class=now" if i == n else ""}>{i}. {t}</li>' for i, t in enumerate(STEPS[flow], 1))
        facts = "".join(f'<div class="fld"><label>{k}</label><output>{v}</output></div>' for k, v in (("網路帳號 / 主職員工編號", who.employee_id), ("帳號姓名", who.name), ("主職單位", who.unit), ("有效期限", who.valid_until)))
        pair = '<div class="fld"><label for="s1">{0}雲端服務密碼</label><input id="s1" name="secret_new" type="password" autocomplete="new-password"> <span class="hint">8碼以上，含英文及數字</span></div><div class="fld"><label for="s2">再次輸入{0}雲端服務密碼</label><input id="s2" name="secret_new2" type="password" autocomplete="new-password"></div>'
        quit_form = '<form method="post" action="/quit"><button type="submit">{}</button></form>'
        if n == 1:
            inner = """<h4>注意事項</h4><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li></ul>
<div class="fld"><label for="subject">網路帳號 / 主職員工編號</label><input id="subject" name="subject" type="text" maxlength="6"></div><button type="submit">發送簡訊動態碼</button>"""
        elif n == 2:
            inner = '<div class="fld"><label for="msisdn">請輸入帳號登記的手機門號(10碼)</label><input id="msisdn" name="msisdn" type="tel" maxlength="10"></div><button type="submit">確定發送</button> <a href="/step/back">取消</a>'
        elif n == 3:
            sent = "" if said else '<p class="ok"><b>動態碼簡訊發送成功</b><br>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p>'
            inner = f"""{sent}<div class="fld"><label>網路帳號 / 主職員工編號</label><input type="text" value="{who.employee_id}" disabled></div>
<div class="fld"><label for="otc">簡訊(或MOTP)動態碼</label><input id="otc" name="one_time_code" type="text" maxlength="6" inputmode="numeric" autocomplete="one-time-code"></div><button type="submit">下一步</button> <button type="submit" name="resend" value="1">重新發送</button>"""
        elif n == 4 and flow == "activate" and self.truth.alias:
            inner = f'<h3>設定密碼與郵件別名</h3>{facts}<div class="fld"><label>雲端服務帳號 (電子郵件名稱)</label><output>{escape(self.truth.alias)}@ntuh.gov.tw</output></div><p class="ok">雲端服務帳號業已開通，本步驟無須再辦理。</p>'
        elif n == 4 and flow == "activate":
            inner = f"""<h3>設定密碼與郵件別名</h3><p>雲端服務帳號說明：<br>1. 雲端服務帳號為跨體系使用。<br>2. 服務於設定完成隔日生效。</p>{facts}<div class="fld"><label for="nick">雲端服務帳號 (電子郵件名稱)</label><input id="nick" name="mail_nickname" type="text" maxlength="64"> @ntuh.gov.tw <span class="hint">名稱長度限64字元內</span></div>
{pair.format('')}<button type="submit">啟用雲端服務</button> <button type="submit" formaction="/quit">取消啟用</button> <span class="hint">服務於設定完成隔日生效</span>"""
        elif n == 4:
            inner = f"{facts}{pair.format('新的')}<button type=\"submit\">確定重置</button>"
        else:
            inner = f'<p class="ok">{"雲端服務帳號開通完成" if flow == "activate" else "雲端服務密碼已重設完成"}：{escape(self.truth.alias)}@ntuh.gov.tw</p>'
        return self.doc("網路帳號服務", f"""<h2>{FLOW[flow]}</h2><ol class="stepper">{line}</ol>{f'<p class="note">{said}</p>' if said else ''}
<form method="post" action="/step/{n}"><input type="hidden" name="tx" value="{st['tx']}">{inner}</form><hr>{quit_form.format('結束並離開' if n > 3 else '放棄，回首頁')}""")

    # ------------------------------------------------------------ webmail
    def mail(self, req: Request) -> Response:
        if req.method == "POST":
            self.takes(req, upn="mail_account", upw="mail_password", vfy="captcha")
        known = self.asset(req)
        if known:
            return known
        t, key = self.truth, req.cookies.get("webmail_sid", "")
        if req.path == "/vfy.png":
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 6), "PNG"), kind="image/png", headers=[("Cache-Control", "no-store")])
        said = ""
        if req.path == "/auth" and req.method == "POST":
            want, t.captcha = t.captcha, ""
            if not want or req.get("vfy").strip() != want:
                said = "驗證碼不符"
            elif not t.alias or req.get("upn").strip().lower().removesuffix("@ntuh.gov.tw") != t.alias.lower() or req.get("upw") != t.cloud_password:
                said = "帳號或密碼不符"
            else:
                key = secrets.token_hex(9)
                self.boxes[key] = t.alias
                t.sessions.add("mail:" + key)
                t.counts["mail_sign_in"] += 1
                return redirect("/inbox", ("Set-Cookie", f"webmail_sid={key}; Path=/"), status=303)
        if key in self.boxes:
            if req.path == "/signout" and req.method == "POST":
                del self.boxes[key]
                t.sessions.discard("mail:" + key)
                t.counts["sign_out_mail"] += 1
                return redirect("/", status=303)
            return self.doc("電子郵件", f'<h2>收件匣</h2><p>{escape(t.alias)}@ntuh.gov.tw</p><ul><li>資訊室：歡迎使用雲端信箱</li></ul><form method="post" action="/signout"><button type="submit">登出</button></form>')
        return self.doc("電子郵件", f"""{f'<p class="note">{said}</p>' if said else ''}<form method="post" action="/auth"><div class="fld"><label for="upn">帳號:</label><input id="upn" name="upn" type="text"></div><div class="fld"><label for="upw">密碼:</label><input id="upw" name="upw" type="password"></div>
<div class="fld"><label for="vfy">驗證碼(小寫字母或數字):</label><input id="vfy" name="vfy" type="text" autocomplete="off"> <img src="/vfy.png" alt=""></div><p><input type="checkbox" id="stay" name="stay" value="1"> <label for="stay">記住登入資訊 (公用電腦請勿勾選)</label></p><button type="submit">登入</button></form>
<h3>公佈欄</h3><p>※如無法登入，請先變更密碼，謝謝</p>""")

"""Numbered steps everywhere: Spring Web Flow, execution keys, 上一步 / 下一步; definition lists for forms; Horde IMP for mail."""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect


class Flow:
    """One conversation of Spring Web Flow: its key changes with every view (e1s1, e1s2 ...)."""

    def __init__(self, number: int, name: str, state: str) -> None:
        self.number, self.name, self.state, self.snap = number, name, state, 1
        self.model: dict[str, str] = {}
        self.messages: list[tuple[str, str]] = []

    @property
    def key(self) -> str:
        return f"e{self.number}s{self.snap}"


class TheSite(Site):
    title = "Wizard of numbered steps"

    def __init__(self) -> None:
        super().__init__()
        self.security: dict[str, dict] = {}
        self.helps: dict[str, dict] = {}
        self.staff: dict[str, dict] = {}
        self.imp: dict[str, str] = {}

    @staticmethod
    def tiles(title: str, content: str, side: str = "", script: str = "") -> Response:
        return Response(f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="zh-TW"><head><title>{title}</title><link rel="stylesheet" type="text/css" href="/resources/blueprint/screen.css" />{script}</head>
<body class="tundra spring"><div id="page" class="container"><div id="header"><img src="/resources/images/header.jpg" alt="台大醫院 National Taiwan University Hospital" /></div>
<div id="content"><div id="local" class="span-6">{side}</div><div id="main" class="span-18 last">
{content}
</div></div></div></body></html>""", kind="text/html;charset=UTF-8", headers=[("Cache-Control", "no-store")])

    # ------------------------------------------------------------------ portal
    def portal(self, request: Request) -> Response:
        t, path, sid = self.truth, request.path, request.cookies.get("PORTALSESSION", "")
        web = self.security.get(sid)
        if path != "/" and not path.startswith("/portal"):
            return Response("404", 404)
        if path == "/portal/kaptcha.jpg":
            return Response(picture(t.new_captcha(), "JPEG", (150, 40)), kind="image/jpeg", headers=[("Cache-Control", "no-store, no-cache")])
        if path == "/portal/login":
            fresh = sid if web and not web["ticket"] else secrets.token_hex(16).upper()
            self.security.setdefault(fresh, {"csrf": secrets.token_hex(16), "ticket": ""})
            out = self.login(self.security[fresh]["csrf"], request.query.get("error", ""))
            out.headers.append(("Set-Cookie", f"PORTALSESSION={fresh}; Path=/; HttpOnly"))
            return out
        if path == "/portal/j_spring_security_check" and request.method == "POST":
            return self.sign_in(request, web, sid)
        if path == "/portal/j_spring_security_logout":
            ticket = request.query.get("SESSION") or (web or {}).get("ticket", "")
            if f"portal:{ticket}" in t.sessions:
                t.sessions.discard(f"portal:{ticket}")
                t.counts["sign_out_portal"] += 1
            return redirect("/portal/login?logout")
        if not web or f"portal:{web['ticket']}" not in t.sessions:
            return redirect("/portal/login")
        if path == "/portal/announce":
            return self.tiles("公告", '<h2>登入後公告</h2><p>資訊室預定本週六凌晨進行系統維護，屆時暫停服務。</p><form action="/portal/main" method="get"><button type="submit">下一步 &raquo;</button></form>')
        items = "".join(f'<li>{n}</li>' for n in ("醫療系統", "醫療支援", "其他資源", "數位學習", "資訊安全", "行政系統"))
        sub = "".join(f'<li><a href="{u}">{n}</a></li>' for n, u in (
            ("更改密碼", f"{self.urls['inner']}/staff/changePassword?SESSION={web['ticket']}"), ("個人簽章提醒設定", "/portal/main?na"), ("薪資所得免稅額申報表", "/portal/main?na"), ("查詢員工連絡資料", "/portal/main?na"),
            ("維護個人連絡資料", f"{self.urls['inner']}/staff/contact?SESSION={web['ticket']}"), ("權限更改申請(總院)", "/portal/main?na")))
        note = '<p class="notice">您尚未被授權使用該功能。</p>' if "na" in request.query else ""
        return self.tiles("首頁", f'{note}<h2>全院公告</h2><table><thead><tr><th>日期</th><th>標題</th></tr></thead><tbody><tr><td>2019/10/21</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr></tbody></table>', f'<p>{t.person.name} 您好!</p><ul>{items}<li>個人管理<ul>{sub}</ul></li></ul><p><a href="/portal/j_spring_security_logout">登出</a></p>')

    def login(self, csrf: str, error: str) -> Response:
        said = {"captcha": "圖形驗證碼錯誤，登入未成功。", "bad": "登入未成功，請再試一次。原因: 使用者代號或密碼不正確 (Bad credentials)", "campus": "登入未成功，請再試一次。原因: 院區不符", "csrf": "頁面逾時，請重新登入。"}.get(error, "")
        return self.tiles("登入", f"""<h1>醫療資訊系統</h1>{f'<p class="error">{said}</p>' if said else ''}
<form name="f" action="/portal/j_spring_security_check" method="post"><fieldset><legend>使用者登入</legend><dl>
<dt>院區</dt><dd><select name="campus"><option value="NTUH">總院區</option><option value="BH">北護分院</option><option value="JS">金山分院</option><option value="HC">新竹分院</option><option value="CT">竹東分院</option><option value="YL">雲林分院</option></select></dd>
<dt>帳號</dt><dd><input type="text" name="j_username" id="j_username" /> <em>例：104000</em></dd>
<dt>密碼</dt><dd><input type="password" name="j_password" id="j_password" autocomplete="off" /></dd>
<dt>驗證碼</dt><dd><img src="/portal/kaptcha.jpg?{secrets.randbelow(100)}" alt="" /><br /><input type="text" name="kaptcha" size="8" /> (不用區分大小寫)</dd></dl>
<input type="hidden" name="_csrf" value="{csrf}" /><p><button id="submit" type="submit">登入</button><button type="reset">清除</button></p></fieldset></form>
<p>如無法登入，請撥資訊室分機261120</p>""")

    def sign_in(self, request: Request, web: dict | None, sid: str) -> Response:
        self.takes(request, campus="campus", j_username="employee_id", j_password="portal_password", kaptcha="captcha")
        t = self.truth
        if web is None or request.get("_csrf") != web["csrf"]:
            return redirect("/portal/login?error=csrf")
        right, t.captcha = t.captcha, ""
        if not right or request.get("kaptcha").strip().upper() != right:
            why = "captcha"
        elif request.get("j_username").strip() != t.person.employee_id or request.get("j_password") != t.portal_password:
            why = "bad"
        elif request.get("campus") != "NTUH":
            why = "campus"
        else:
            self.security.pop(sid)
            fresh, ticket = secrets.token_hex(16).upper(), secrets.token_hex(16)
            self.security[fresh] = {"csrf": secrets.token_hex(16), "ticket": ticket}
            t.sessions.add(f"portal:{ticket}")
            t.counts["sign_in"] += 1
            return redirect(f"/portal/announce?SESSION={ticket}", ("Set-Cookie", f"PORTALSESSION={fresh}; Path=/; HttpOnly"))
        t.counts["sign_in_refused"] += 1
        return redirect(f"/portal/login?error={why}")

    # ------------------------------------------------------------------ Web Flow itself
    def conversation(self, request: Request, web: dict, base: str, start: str) -> tuple[Flow | None, str, Response | None]:
        """-> the flow, the event that was signalled, or an answer that ends it here."""
        name = request.path[len(base):].strip("/")
        flows: dict[str, Flow] = web["flows"]
        execution = request.query.get("execution", "")
        if not execution:
            flow = Flow(len(flows) + 1, name, start)
            flow.model.update(request.query)
            flows[f"e{flow.number}"] = flow
            return None, "", redirect(f"{base}/{name}?execution={flow.key}")
        flow = flows.get(execution.split("s")[0])
        if flow is None or flow.name != name:
            return None, "", self.tiles("錯誤", f'<h2>作業流程已結束</h2><p>您要求的步驟已不存在，請<a href="{base}/{name}">重新開始</a>。</p>')
        if request.method != "POST":
            return flow, "", None
        event = next((k[len("_eventId_"):] for k, _ in request.form if k.startswith("_eventId_")), "")
        if execution != flow.key or request.get("_csrf") != web["csrf"]:
            flow.messages.append(("error", "請勿重複送出或使用瀏覽器的上一頁，請由目前步驟繼續。"))
            event = ""
        else:
            flow.snap += 1
        return flow, event, None

    @staticmethod
    def said(flow: Flow) -> str:
        out = "".join(f'<div class="{kind}Message">{text}</div>' for kind, text in flow.messages)
        flow.messages = []
        return f'<div id="messages">{out}</div>' if out else ""

    @staticmethod
    def steps(names: tuple, at: int) -> str:
        return '<ol class="wizard">' + "".join(f'<li class="{"current" if i == at else "done" if i < at else "todo"}"><span class="no">{i}</span> {n}</li>' for i, n in enumerate(names, 1)) + "</ol>"

    # ------------------------------------------------------------------ inner
    def inner(self, request: Request) -> Response:
        t, sid = self.truth, request.cookies.get("STAFFSESSION", "")
        ticket = request.query.get("SESSION", "")
        if ticket and f"portal:{ticket}" in t.sessions:
            sid = secrets.token_hex(16)
            self.staff[sid] = {"ticket": ticket, "csrf": secrets.token_hex(12), "flows": {}}
        web = self.staff.get(sid)
        if web is None or f"portal:{web['ticket']}" not in t.sessions:
            return self.tiles("未登入", f'<p class="error">登入狀態已失效。</p><p><a href="{self.urls["portal"]}/portal/login">登入</a></p>')
        name = request.path.rsplit("/", 1)[-1]
        if name not in ("changePassword", "contact"):
            return Response("404", 404)
        if request.method == "POST":
            self.takes(request, oldPwd="old_password", newPwd="new_password", confirmPwd="new_password_again", **{"contact.mobile": "mobile_phone"})
        flow, event, out = self.conversation(request, web, "/staff", "enter")
        if out is None:
            out = (self.change if name == "changePassword" else self.contact)(request, web, flow, event)
        out.headers.append(("Set-Cookie", f"STAFFSESSION={sid}; Path=/"))
        return out

    def side(self, web: dict) -> str:
        return f'<ul><li><a href="{self.urls["portal"]}/portal/main">回功能選單</a></li><li><a href="{self.urls["portal"]}/portal/j_spring_security_logout?SESSION={web["ticket"]}">登出系統</a></li></ul>'

    def change(self, request: Request, web: dict, flow: Flow, event: str) -> Response:
        t = self.truth
        if event == "submit" and flow.state == "enter":
            new, wrong = request.get("newPwd"), ""
            if request.get("oldPwd") != t.portal_password:
                wrong = "舊密碼: 與系統記錄不符"
            elif not 8 <= len(new) <= 64:
                wrong = "新密碼: 長度須介於 8 到 64 之間"
            elif not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                wrong = "新密碼: 須同時有英文字母及數字"
            elif new != request.get("confirmPwd"):
                wrong = "確認密碼: 與新密碼不一致"
            elif new == t.portal_password:
                wrong = "新密碼: 不得與現用密碼相同"
            if wrong:
                t.counts["password_refused"] += 1
                flow.messages.append(("error", wrong))
            else:
                t.portal_password, flow.state = new, "finish"
                t.counts["password_changed"] += 1
            return redirect(f"/staff/changePassword?execution={flow.key}")
        if event:
            return redirect(f"/staff/changePassword?execution={flow.key}")
        head = self.steps(("輸入密碼", "完成"), 1 if flow.state == "enter" else 2)
        if flow.state == "finish":
            return self.tiles("更改密碼", f'{head}<h2>更改密碼</h2><div class="infoMessage">您的 Portal 密碼已變更完畢。</div>', self.side(web))
        return self.tiles("更改密碼", f"""{head}<h2>更改密碼</h2>{self.said(flow)}<form method="post" action="/staff/changePassword?execution={flow.key}"><input type="hidden" name="_csrf" value="{web["csrf"]}" /><dl>
<dt>請輸入舊密碼：</dt><dd><input name="oldPwd" type="password" /></dd><dt>請輸入新密碼：</dt><dd><input name="newPwd" type="password" maxlength="64" /></dd><dt>請再輸入新密碼：</dt><dd><input name="confirmPwd" type="password" maxlength="64" /></dd><dt>密碼強度檢核：</dt><dd id="strength">－</dd></dl>
<p>密碼設定條件：</p><ul><li>1.密碼長度不可少於8個字元</li><li>2.密碼內容需包含英文及數字</li></ul><p class="buttons"><input type="submit" name="_eventId_submit" value="確認變更" /></p></form>""", self.side(web))

    FIELDS = [("surname", "english_surname", "英文姓：", "ex:Chen(陳)"), ("given", "english_given", "英文首名：", "ex: Yi-Fen(怡芬)"), ("middle", "english_middle", "英文中名：", "ex:Mary 為英文別名，如無，可不填"),
              ("office", "office_phone", "辦公室電話：", "ex:61234或23123456"), ("home", "home_phone", "住宅電話：", "ex:0223123456"), ("mobile", "mobile_phone", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")]

    def contact(self, request: Request, web: dict, flow: Flow, event: str) -> Response:
        t = self.truth
        if event:
            if event == "save":
                if not all(request.has("contact." + n) for n, *_ in self.FIELDS) or not re.fullmatch(r"09\d{8}", request.get("contact.mobile")):
                    flow.messages.append(("error", "行動電話: 必須為 09 開頭的 10 位數字"))
                else:
                    t.saved_contact = {key: request.get("contact." + n) for n, key, *_ in self.FIELDS}
                    t.counts["contact_saved"] += 1
                    flow.messages.append(("info", "連絡資料異動作業完成"))
            return redirect(f"/staff/contact?execution={flow.key}")
        rows = "".join(f'<dt><label for="contact.{n}">{label}</label></dt><dd><input id="contact.{n}" name="contact.{n}" type="text" value="{escape(t.saved_contact.get(key, getattr(t.person, key)))}" /> <em>{hint}</em></dd>\n' for n, key, label, hint in self.FIELDS)
        form = f"""<form id="contact" method="post" action="/staff/contact?execution={flow.key}"><input type="hidden" name="_csrf" value="{web["csrf"]}" /><p class="buttons"><input type="submit" name="_eventId_save" value="異動儲存" /></p><dl><dt>員工編號：</dt><dd><input type="text" name="contact.empNo" value="{t.person.employee_id}" readonly="readonly" /></dd><dt>姓名：</dt><dd><input type="text" name="contact.name" value="{t.person.name}" disabled="disabled" /></dd>
{rows}</dl></form>"""
        return self.tiles("維護個人連絡資料", f"<h2>台大醫院---維護個人連絡資料</h2>{self.said(flow)}{form}", self.side(web))

    # ------------------------------------------------------------------ account
    NAMES = ("閱讀規範", "身分驗證", "設定帳號", "完成")

    def account(self, request: Request) -> Response:
        t, sid = self.truth, request.cookies.get("HELPSESSION", "")
        web = self.helps.get(sid)
        if web is None:
            sid = secrets.token_hex(16)
            web = self.helps[sid] = {"csrf": secrets.token_hex(12), "flows": {}, "sid": sid}
        cookie = ("Set-Cookie", f"HELPSESSION={sid}; Path=/; HttpOnly")
        if request.path in ("/", "/help", "/help/"):
            out = self.entries()
        elif request.path in ("/help/activate", "/help/reset"):
            if request.method == "POST":
                self.takes(request, agree="consent", empNo="employee_id", otp="code", phone="registered_phone", alias="alias", cloudPwd="cloud_password", cloudPwd2="cloud_password_again")
            flow, event, out = self.conversation(request, web, "/help", "rules")
            if out is None and event:
                out = self.step(request, web, flow, event)
            if out is None:
                out = getattr(self, "show_" + flow.state)(web, flow)
        elif request.path == "/help/vendor":
            out = self.tiles("廠商", "<p>本申請僅供總院廠商使用。</p>")
        else:
            return Response("404", 404)
        out.headers.append(cookie)
        return out

    def entries(self) -> Response:
        return self.tiles("網路帳號", """<h2>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</h2>
<h3>《規範》</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li></ul>
<h3>《常見問題與服務》</h3><p>密碼修改後多久可以生效：即時生效。</p><p>忘記密碼：請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p>
<form action="/help/activate" method="get"><button type="submit">啟用網路帳號及首次雲端帳號密碼設定</button> 啟用本院微軟相關服務，如：Office365, Outlook...</form>
<form action="/help/reset" method="get"><button type="submit">重置雲端服務密碼</button> 重設非Portal帳號的密碼</form><form action="/help/vendor" method="get"><button type="submit">總院廠商VPN展延申請</button></form>""")

    def page(self, web: dict, flow: Flow, at: int, inside: str, foot: str = "") -> Response:
        title = "啟用網路帳號及首次雲端帳號密碼設定" if flow.name == "activate" else "重置雲端服務密碼"
        return self.tiles(title, f'{self.steps(self.NAMES, at)}<h2>{title}</h2>{self.said(flow)}<form method="post" action="/help/{flow.name}?execution={flow.key}"><input type="hidden" name="_csrf" value="{web["csrf"]}" />{inside}</form>{foot}')

    def show_rules(self, web: dict, flow: Flow) -> Response:
        return self.page(web, flow, 1, """<div class="scroll">網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用。請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</div>
<p><input type="radio" name="agree" value="Y" id="y" /><label for="y">我同意遵守以上規範</label> <input type="radio" name="agree" value="N" id="n" checked="checked" /><label for="n">不同意</label></p><p class="buttons"><input type="submit" name="_eventId_next" value="下一步" /></p>""")

    def show_verify(self, web: dict, flow: Flow) -> Response:
        return self.page(web, flow, 2, f"""<p><label>網路帳號 / 主職員工編號<br /><input type="text" name="empNo" value="{escape(flow.model.get("emp", ""))}" maxlength="6" /></label> <input type="submit" name="_eventId_sms" value="發送簡訊動態碼" /></p>
<p><label>簡訊(或MOTP)動態碼<br /><input type="text" name="otp" value="" maxlength="8" /></label></p><p class="buttons"><input type="submit" name="_eventId_prev" value="上一步" /> <input type="submit" name="_eventId_next" value="下一步" /></p>""",
                         "<h4>注意事項</h4><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul>")

    def show_phone(self, web: dict, flow: Flow) -> Response:
        return self.page(web, flow, 2, '<div class="popup"><p>請輸入帳號登記的手機門號(10碼)</p><p><input type="text" name="phone" maxlength="10" /></p><p class="buttons"><input type="submit" name="_eventId_send" value="確定發送" /> <input type="submit" name="_eventId_cancel" value="取消" /></p></div>')

    def show_sent(self, web: dict, flow: Flow) -> Response:
        return self.page(web, flow, 2, '<div class="popup"><h3>動態碼簡訊發送成功</h3><p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p><p class="buttons"><input type="submit" name="_eventId_ok" value="確定" /></p></div>')

    def show_setup(self, web: dict, flow: Flow) -> Response:
        t, p = self.truth, self.truth.person
        facts = "".join(f"<dt>{k}</dt><dd>{v}</dd>" for k, v in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        if flow.name == "reset":
            return self.page(web, flow, 3, '<dl><dt>新的雲端服務密碼</dt><dd><input type="password" name="cloudPwd" /></dd><dt>再次輸入</dt><dd><input type="password" name="cloudPwd2" /></dd></dl><p class="buttons"><input type="submit" name="_eventId_reset" value="重置密碼" /> <input type="submit" name="_eventId_leave" value="離開" /></p>')
        if t.alias:
            return self.page(web, flow, 3, f'<h3>設定密碼與郵件別名</h3><dl>{facts}<dt>電子郵件</dt><dd>{escape(t.alias)}@ntuh.gov.tw</dd></dl><p>系統記錄顯示您已辦理過啟用，無須再次辦理。</p><p class="buttons"><input type="submit" name="_eventId_leave" value="離開" /></p>')
        return self.page(web, flow, 3, f"""<h3>設定密碼與郵件別名</h3><dl>{facts}<dt>雲端服務帳號 (電子郵件名稱)</dt><dd><input type="text" name="alias" maxlength="64" value="{escape(flow.model.get("alias", ""))}" />@ntuh.gov.tw <em>名稱長度限64字元內</em></dd>
<dt>雲端服務密碼</dt><dd><input type="password" name="cloudPwd" /> <em>8個字元以上，含英文及數字</em></dd><dt>確認雲端服務密碼</dt><dd><input type="password" name="cloudPwd2" /></dd></dl>
<p class="buttons"><input type="submit" name="_eventId_leave" value="取消啟用" /> <input type="submit" name="_eventId_activate" value="啟用雲端服務" /> 服務於設定完成隔日生效</p>""")

    def show_end(self, web: dict, flow: Flow) -> Response:
        words = f"雲端服務啟用申請已完成，您的電子郵件為 <strong>{escape(self.truth.alias)}@ntuh.gov.tw</strong>。" if flow.name == "activate" else "雲端服務密碼重置完畢。"
        return self.page(web, flow, 4, f'<div class="infoMessage">{words}</div><p class="buttons"><input type="submit" name="_eventId_leave" value="離開" /></p>')

    def step(self, request: Request, web: dict, flow: Flow, event: str) -> Response:
        t, m = self.truth, flow.model
        here, known = (flow.state, event), False
        if flow.state == "verify":
            m["emp"] = request.get("empNo").strip()
        known = m.get("emp") == t.person.employee_id
        wrong = ""
        if here == ("rules", "next"):
            if request.get("agree") == "Y":
                flow.state = "verify"
            else:
                wrong = "須同意規範始得進行下一步"
        elif here == ("verify", "prev"):
            flow.state = "rules"
        elif here == ("verify", "sms"):
            flow.state, wrong = ("phone", "") if known else ("verify", "員工編號: 不存在")
        elif here == ("phone", "cancel") or here == ("sent", "ok"):
            flow.state = "verify"
        elif here == ("phone", "send"):
            if request.get("phone").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                wrong = "手機門號: 與登記之門號不合"
            else:
                m["code"], m["at"], flow.state = t.new_message(), str(time.monotonic()), "sent"
        elif here == ("verify", "next"):
            late = time.monotonic() - float(m.get("at", "0")) > 120
            if not known or not m.get("code") or request.get("otp").strip() != m["code"] or late:
                t.counts["code_refused"] += 1
                wrong = "動態碼: 已逾有效時間" if m.get("code") and late else "動態碼: 驗證不符"
            else:
                m["code"], flow.state = "", "setup"
                t.sessions.add(f"account:{web['sid'][:8]}e{flow.number}")
                t.counts["code_accepted"] += 1
        elif flow.state in ("setup", "end") and event == "leave":
            key = f"account:{web['sid'][:8]}e{flow.number}"
            if key in t.sessions:
                t.sessions.discard(key)
                t.counts["sign_out_account"] += 1
            web["flows"][f"e{flow.number}"] = Flow(flow.number, "ended", "rules")
            return redirect("/help")
        elif here == ("setup", "activate") and flow.name == "activate":
            name = m["alias"] = request.get("alias").strip()
            wrong = ("啟用: 不得重複辦理" if t.alias else "電子郵件名稱: 含有不允許的字元" if not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", name) else "電子郵件名稱: 已有其他人登記使用" if name.lower() == "taken.name" else self.weak(request))
            if not wrong:
                t.alias, t.cloud_password, flow.state = name, request.get("cloudPwd"), "end"
                t.counts["activated"] += 1
        elif here == ("setup", "reset") and flow.name == "reset":
            wrong = self.weak(request) if t.alias else "帳號: 尚未啟用"
            if not wrong:
                t.cloud_password, flow.state = request.get("cloudPwd"), "end"
        if wrong:
            flow.messages.append(("error", wrong))
        return redirect(f"/help/{flow.name}?execution={flow.key}")

    @staticmethod
    def weak(request: Request) -> str:
        one = request.get("cloudPwd")
        if len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search(r"\d", one):
            return "雲端服務密碼: 須 8 個字元以上且含英文及數字"
        return "" if one == request.get("cloudPwd2") else "雲端服務密碼: 兩次輸入不一致"

    # ------------------------------------------------------------------ mail (Horde IMP)
    def mail(self, request: Request) -> Response:
        t, sid, path = self.truth, request.cookies.get("Horde", ""), request.path
        if path == "/":
            return redirect("/imp/login.php")
        if path == "/imp/figlet.php":
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 4), "GIF"), kind="image/gif", headers=[("Cache-Control", "no-store")])
        if path == "/imp/login.php":
            if request.query.get("logout_reason") == "logout" and f"mail:{sid}" in t.sessions:
                t.sessions.discard(f"mail:{sid}")
                t.counts["sign_out_mail"] += 1
            return self.horde({"failed": "登入失敗，可能您的帳號或密碼不正確。", "captcha": "驗證碼不符。", "logout": "您已經登出。"}.get(request.query.get("logout_reason", ""), ""))
        if path == "/imp/redirect.php" and request.method == "POST":
            self.takes(request, imapuser="mail_account", **{"pass": "mail_password", "figlet": "captcha"})
            right, t.captcha = t.captcha, ""
            if request.get("imp_form_token") not in self.imp or not right or request.get("figlet") != right:
                return redirect("/imp/login.php?logout_reason=captcha")
            self.imp.pop(request.get("imp_form_token"))
            if not t.alias or not t.cloud_password or request.get("imapuser").split("@")[0] != t.alias or request.get("pass") != t.cloud_password:
                return redirect("/imp/login.php?logout_reason=failed")
            sid = secrets.token_hex(16)
            t.sessions.add(f"mail:{sid}")
            t.counts["mail_sign_in"] += 1
            return redirect("/imp/mailbox.php?mailbox=INBOX", ("Set-Cookie", f"Horde={sid}; path=/"))
        if f"mail:{sid}" not in t.sessions:
            return redirect("/imp/login.php")
        return Response(f'<html><head><title>Mail :: 收件匣</title></head><body><div id="menu"><a href="/imp/mailbox.php?mailbox=INBOX">收件匣</a> <a href="/imp/compose.php">撰寫</a> <a href="/imp/login.php?logout_reason=logout">登出</a></div><h1 class="header">收件匣 ({escape(t.alias)})</h1><table><tr><td>資訊室</td><td>新信箱通知</td></tr></table></body></html>')

    def horde(self, said: str) -> Response:
        token = secrets.token_hex(10)
        self.imp[token] = "login"
        return Response(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN"><html lang="zh-TW"><head><title>歡迎使用電子郵件</title></head><body>{f'<ul class="notices"><li><img src="/graphics/alerts/message.png" alt="訊息">{said}</li></ul>' if said else ''}
<form name="imp_login" id="imp_login" action="/imp/redirect.php" method="post"><input type="hidden" name="actionID" value=""><input type="hidden" name="imp_form_token" value="{token}"><table><tr><td class="light rightAlign"><strong><label for="imapuser">帳號:</label></strong></td><td><input type="text" id="imapuser" name="imapuser" value=""></td></tr>
<tr><td><strong><label for="pass">密碼:</label></strong></td><td><input type="password" id="pass" name="pass"></td></tr><tr><td><strong>驗證碼(小寫字母或數字):</strong></td><td><input type="text" name="figlet" size="6" autocomplete="off"> <img src="/imp/figlet.php?u={token[:6]}" alt=""></td></tr>
<tr><td></td><td><label><input type="checkbox" name="stay" value="1"> 記住登入資訊 (公用電腦請勿勾選)</label></td></tr><tr><td><label for="new_lang">語言</label></td><td><select id="new_lang" name="new_lang"><option value="zh_TW">正體中文</option><option value="en_US">English</option></select></td></tr><tr><td></td><td><input name="loginButton" class="button" type="submit" value="登入"></td></tr></table></form><p>公佈欄</p></body></html>""")

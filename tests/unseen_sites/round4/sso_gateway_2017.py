"""A hospital that bought an identity provider in 2017: every door is the vendor's."""

from __future__ import annotations

import base64
import re
import secrets
import sys
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402

NO_STORE = ("Cache-Control", "no-cache, no-store, must-revalidate")


def cookie(name: str, value: str) -> tuple[str, str]:
    return ("Set-Cookie", f"{name}={value}; Path=/; HttpOnly" + ("" if value else "; Max-Age=0"))


class TheSite(Site):
    title = "sso_gateway_2017"

    def __init__(self) -> None:
        super().__init__()
        self.flows: dict[str, str] = {}       # execution key -> what the page was
        self.challenges: dict[str, str] = {}  # picture id -> text
        self.assertions: dict[str, tuple[str, str]] = {}  # one-time -> audience, session
        self.idp: set[str] = set()
        self.sp: dict[str, str] = {}          # inner cookie -> idp session
        self.wizards: dict[str, dict[str, str]] = {}
        self.boxes: set[str] = set()

    # ---- vendor's frames
    def skin(self, heading: str, inside: str, *headers: tuple[str, str], bar: str = "", script: str = "") -> Response:
        return Response(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>AccessGate&#8482; - {heading}</title>
<style type="text/css">body{{font-family:Segoe UI,微軟正黑體;background:#e9edf2}} .ag-card{{background:#fff;width:760px;margin:30px auto;padding:24px;box-shadow:0 1px 4px #999}}
.ag-tile{{display:inline-block;width:200px;height:96px;margin:6px;padding:12px;background:#00788a;color:#fff;vertical-align:top}} .ag-tile a{{color:#fff}}
.ag-row{{margin:10px 0}} .ag-lbl{{display:inline-block;width:230px;text-align:right;padding-right:8px}} .ag-modal{{display:none;border:1px solid #888;padding:18px}} .ag-err{{color:#c00}} .ag-ok{{color:#070}} .ag-off{{color:#aaa}} .ag-on{{font-weight:bold}}</style>
<script type="text/javascript">function agShow(i,s){{document.getElementById(i).style.display=s?'block':'none';return false;}}</script></head>
<body><div class="ag-card"><div class="ag-brand"><img src="/ag/logo.gif" alt="" width="1" height="1" /> <span>AccessGate Identity Manager 6.2</span>{bar}</div><h2>{heading}</h2>
{inside}
<div class="ag-foot"><small>&copy; 2017 AccessGate Technologies Inc. | 資訊室 261120</small></div></div>{f'<script type="text/javascript">{script}</script>' if script else ''}</body></html>""", headers=[NO_STORE, *headers])

    def flow(self, of: str) -> str:
        """A new execution key; the page that carries it can be answered once."""
        key = f"e{len(self.flows) + 1}s{secrets.token_hex(6)}"
        self.flows[key] = of
        return f'<input type="hidden" name="execution" value="{key}" />'

    def went(self, request: Request, of: str) -> bool:
        key = request.get("execution")
        if self.flows.get(key) != of:
            return False
        self.flows[key] = ""
        return True

    def gateway(self, to: str, audience: str, session: str, relay: str, *headers: tuple[str, str]) -> Response:
        """The page that forwards by form."""
        once = base64.b64encode(secrets.token_bytes(48)).decode()
        self.assertions[once] = (audience, session)
        return Response(f"""<html><head><title>AccessGate - 單一登入</title></head><body onload="document.forms[0].submit()">
<noscript><p>您的瀏覽器未啟用 JavaScript，請按「繼續」前往應用系統。</p></noscript><p>系統轉接中，請稍候...</p>
<form method="post" action="{escape(to)}"><input type="hidden" name="AGAssertion" value="{once}" /><input type="hidden" name="RelayState" value="{escape(relay)}" />
<noscript><input type="submit" value="繼續" /></noscript></form></body></html>""", headers=[NO_STORE, *headers])

    def accepted(self, request: Request, audience: str) -> str:
        meant, session = self.assertions.pop(request.get("AGAssertion"), ("", ""))
        return session if meant == audience and session in self.idp else ""

    def challenge(self, note: str) -> str:
        self.ask = secrets.token_hex(8)
        self.challenges[self.ask] = ""
        return (f'<div class="ag-row"><span class="ag-lbl">驗證碼<small>{note}</small></span><input type="text" name="AG_Challenge" size="8" maxlength="6" autocomplete="off" />'
                f'<input type="hidden" name="AG_ChallengeId" value="{self.ask}" /> <img id="agChallengePic" src="/ag/pic?id={self.ask}" alt="" /> '
                f'<a href="#" onclick="document.getElementById(\'agChallengePic\').src=\'/ag/pic?id={self.ask}&amp;r=\'+new Date().getTime();return false;">換一張</a></div>')

    def answered(self, request: Request) -> bool:
        text = self.challenges.pop(request.get("AG_ChallengeId"), "")
        return text != "" and text == self.truth.captcha and text.upper() == request.get("AG_Challenge").strip().upper()

    def common(self, request: Request, letters: str) -> Response | None:
        if request.path == "/ag/logo.gif":
            return Response(picture("", "GIF", (1, 1)), kind="image/gif")
        if request.path == "/ag/pic":
            ask = request.query.get("id", "")
            if ask not in self.challenges:
                return Response("", 404)
            self.challenges[ask] = self.truth.new_captcha(letters)
            return Response(picture(self.challenges[ask], "JPEG"), kind="image/jpeg", headers=[NO_STORE])
        return None

    # ---- the identity provider is the portal
    def portal(self, request: Request) -> Response:
        t, at, me = self.truth, request.path, request.cookies.get("AGIDPSESSION", "")
        if (common := self.common(request, "123456789BDFHJLNPRTVXZ")) is not None:
            return common
        if at == "/":
            return redirect("/idp/authn?sp=eip&returnUrl=%2Feip%2Fdesktop")
        if at == "/idp/authn":
            if request.method != "POST":
                return self.authn("")
            self.takes(request, AG_Realm="campus", AG_Subject="employee_id", AG_Credential="portal_password", AG_Challenge="captcha")
            known, right = self.went(request, "authn"), self.answered(request)
            if not known:
                why = "AGW-1007 登入頁面已過期，請重新登入。"
            elif not right:
                why = "AGW-2011 圖形驗證失敗，請輸入新圖形上的文字。"
            elif request.get("AG_Realm") not in ("T0", "T2", "Y0"):
                why = "AGW-2003 網域不存在。"
            elif (request.get("AG_Subject").strip(), request.get("AG_Credential")) != (t.person.employee_id, t.portal_password):
                why = "AGW-2001 身分驗證失敗：使用者帳號或密碼有誤。"
            else:
                me = secrets.token_hex(16)
                self.idp.add(me)
                t.sessions.add("portal:" + me)
                t.counts["sign_in"] += 1
                return self.gateway(self.urls["portal"] + "/eip/acs", "eip", me, "/eip/desktop")
            t.counts["sign_in_refused"] += 1
            return self.authn(why)
        if at == "/eip/acs" and request.method == "POST":
            self.takes(request)
            me = self.accepted(request, "eip")
            return redirect("/eip/desktop", cookie("AGIDPSESSION", me)) if me else redirect("/idp/authn")
        if at == "/idp/bye":
            return self.skin("您已登出", '<p class="ag-ok">所有應用系統均已登出，請關閉瀏覽器。</p><a href="/idp/authn">重新登入</a>')
        if me not in self.idp:
            return redirect("/idp/authn")
        if at == "/idp/slo":
            self.idp.discard(me)
            t.sessions.discard("portal:" + me)
            t.counts["sign_out_portal"] += 1
            return redirect("/idp/bye", cookie("AGIDPSESSION", ""))
        if at == "/idp/launch" and request.query.get("app") in ("selfpwd", "contact", "payslip"):
            app = request.query["app"]
            return self.gateway(self.urls["inner"] + "/agent/acs", "agent", me, "/agent/" + app)
        tiles = "".join(f'<div class="ag-tile"><a href="/idp/launch?app={a}"><b>{n}</b></a><br /><small>{d}</small></div>' for a, n, d in (
            ("selfpwd", "更改密碼", "Change Password"), ("contact", "維護個人連絡資料", "My Contact"), ("payslip", "員工扣繳憑單查詢", "Tax Form")))
        return self.skin("我的應用程式", f'<p>您好！{t.person.name} ({t.person.employee_id})</p><h3>個人管理</h3>{tiles}<h3>全院公告</h3><ul><li>2017/09/04 單一登入系統正式上線</li></ul>',
                         bar=' | <a href="/idp/slo" class="ag-slo">登出系統</a>')

    def authn(self, why: str) -> Response:
        return self.skin("登入本院PORTAL系統", f"""<form id="agAuthn" name="agAuthn" method="post" action="/idp/authn" autocomplete="off">{self.flow("authn")}
<div class="ag-err" id="agMsg">{why}</div>
<div class="ag-row"><span class="ag-lbl">院區</span><select name="AG_Realm"><option value="T0">總院區</option><option value="T2">北護分院</option><option value="Y0">雲林分院</option></select></div>
<div class="ag-row"><span class="ag-lbl">帳號</span><input type="text" name="AG_Subject" maxlength="20" /></div>
<div class="ag-row"><span class="ag-lbl">密碼</span><input type="password" name="AG_Credential" maxlength="32" /></div>
{self.challenge("(不用區分大小寫)")}
<div class="ag-row"><span class="ag-lbl">&nbsp;</span><button type="submit" name="AG_Event" value="authenticate">驗證身分並登入</button> <button type="reset">清除</button></div></form>""",
                         script="document.agAuthn.AG_Subject.focus();")

    # ---- the protected applications
    def inner(self, request: Request) -> Response:
        t, at = self.truth, request.path
        if (common := self.common(request, "")) is not None:
            return common
        if at == "/agent/acs" and request.method == "POST":
            self.takes(request)
            me = self.accepted(request, "agent")
            if not me:
                return redirect(self.urls["portal"] + "/idp/authn")
            key = secrets.token_hex(12)
            self.sp[key] = me
            to = request.get("RelayState")
            return redirect(to if to.startswith("/agent/") else "/agent/payslip", cookie("AGAGENT", key))
        key = request.cookies.get("AGAGENT", "")
        if self.sp.get(key) not in self.idp:
            return redirect(self.urls["portal"] + "/idp/authn")
        bar = f' | <a href="{self.urls["portal"]}/eip/desktop">回功能選單</a> | <a href="{self.urls["portal"]}/idp/slo">登出系統</a>'
        if at == "/agent/selfpwd":
            note = ""
            if request.method == "POST":
                self.takes(request, pwdOld="old_password", pwdNew="new_password", pwdVerify="new_password_again")
                new = request.get("pwdNew")
                if not self.went(request, "pwd" + key):
                    note = "AGW-1007 頁面已過期，請重新填寫。"
                elif request.get("pwdOld") != t.portal_password:
                    note = "AGW-3001 舊密碼驗證失敗。"
                elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search(r"\d", new):
                    note = "AGW-3002 新密碼不符合密碼原則。"
                elif new != request.get("pwdVerify"):
                    note = "AGW-3003 新密碼與確認密碼不同。"
                else:
                    t.portal_password = new
                    t.counts["password_changed"] += 1
                    return self.skin("更改密碼", f'<p class="ag-ok">AGW-0000 密碼更新成功，已同步至所有應用系統。</p><a href="{self.urls["portal"]}/eip/desktop">回功能選單</a>', bar=bar)
                t.counts["password_refused"] += 1
            rows = "".join(f'<div class="ag-row"><span class="ag-lbl">{n}：</span><input type="password" name="{f}" maxlength="32" /></div>'
                           for n, f in (("請輸入舊密碼", "pwdOld"), ("請輸入新密碼", "pwdNew"), ("請再輸入新密碼", "pwdVerify")))
            return self.skin("更改密碼", f"""<form method="post" action="/agent/selfpwd">{self.flow("pwd" + key)}<div class="ag-err">{note}</div>{rows}
<div class="ag-row">密碼設定條件：<br />1.密碼長度不可少於8個字元<br />2.密碼內容需包含英文及數字</div><button type="submit">確定變更</button></form>""", bar=bar)
        if at == "/agent/contact":
            return self.attributes(request, key, bar)
        return self.skin("AGW-4004", '<p class="ag-err">您沒有使用本應用系統的權限。</p>', bar=bar)

    def attributes(self, request: Request, key: str, bar: str) -> Response:
        t, p, note = self.truth, self.truth.person, ""
        table = (("attr_sn", "english_surname", "英文姓", "ex:Chen(陳)"), ("attr_givenName", "english_given", "英文首名", "ex: Yi-Fen(怡芬)"),
                 ("attr_middleName", "english_middle", "英文中名", "ex:Mary 如無，可不填"), ("attr_telephoneNumber", "office_phone", "辦公室電話", "ex:61234"),
                 ("attr_homePhone", "home_phone", "住宅電話", "ex:0223123456"), ("attr_mobile", "mobile_phone", "行動電話", "ex:0952000000"))
        values = {k: t.saved_contact.get(k, getattr(p, k)) for _, k, _, _ in table}
        if request.method == "POST":
            self.takes(request, attr_mobile="mobile_phone")
            posted = {k: request.get(n).strip() for n, k, _, _ in table}
            if not self.went(request, "attr" + key) or not all(request.has(n) for n, _, _, _ in table):
                note = '<div class="ag-err">AGW-1007 頁面已過期，請重新填寫。</div>'
            elif not re.fullmatch(r"09\d{8}", posted["mobile_phone"]):
                note, values = '<div class="ag-err">AGW-3105 行動電話格式不符。</div>', posted
            else:
                t.saved_contact = values = posted
                t.counts["contact_saved"] += 1
                note = '<div class="ag-ok">AGW-0000 屬性寫入完成。</div>'
        rows = "".join(f'<div class="ag-row"><span class="ag-lbl">{label}：</span><input type="text" name="{n}" value="{escape(values[k])}" maxlength="40" /> <small>{hint}</small></div>'
                       for n, k, label, hint in table)
        return self.skin("維護個人連絡資料", f"""{note}<form method="post" action="/agent/contact">{self.flow("attr" + key)}<button type="submit">異動儲存</button>
<div class="ag-row"><span class="ag-lbl">員工編號：</span><input type="text" value="{p.employee_id}" disabled="disabled" /></div><div class="ag-row"><span class="ag-lbl">姓名：</span>{p.name}</div>{rows}</form>""", bar=bar)

    # ---- the account centre
    def account(self, request: Request) -> Response:
        at, me = request.path, request.cookies.get("AGSELFSERVICE", "")
        if (common := self.common(request, "")) is not None:
            return common
        if at == "/":
            return self.skin("帳號服務中心", """<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><h3>《規範》</h3><ul><li>網路帳號為院內眾多服務之通用帳號與密碼，不可借用。</li><li>請勿冒用院內同仁申請網路帳號。</li></ul>
<h3>《常見問題與服務》</h3><p><b>密碼修改後多久可以生效</b><br />即時生效。</p>
<div class="ag-tile"><a href="/selfservice/activate"><b>啟用網路帳號及首次雲端帳號密碼設定</b></a></div><div class="ag-tile"><a href="/selfservice/recover"><b>重置雲端服務密碼</b></a></div>
<div class="ag-tile"><a href="/selfservice/vendor"><b>總院廠商VPN展延申請</b></a></div>""")
        if at == "/selfservice/exit":
            if self.wizards.pop(me, {}).get("step", "verify") != "verify":
                self.truth.sessions.discard("account:" + me)
                self.truth.counts["sign_out_account"] += 1
            return redirect("/", cookie("AGSELFSERVICE", ""))
        if at not in ("/selfservice/activate", "/selfservice/recover"):
            return self.skin("AGW-4004", '<p class="ag-err">本項申請目前不開放。</p><a href="/">回首頁</a>')
        if request.method != "POST":
            me = secrets.token_hex(16)
            self.wizards[me] = {"at": at, "step": "verify", "id": "", "code": "", "time": "0"}
            return self.verify(me, "", False, cookie("AGSELFSERVICE", me))
        self.takes(request, uid="employee_id", regMobile="registered_phone", otp="code", mailNickname="alias", cloudPwd="cloud_password")
        w = self.wizards.get(me)
        if w is None or w["at"] != at:
            return redirect(at, status=303)
        if not self.went(request, w["step"] + me):
            again = "AGW-1007 頁面已過期，請重新填寫。"
            return self.verify(me, again, False) if w["step"] == "verify" else self.settings(me, again)
        return self.verifying(request, me, w) if w["step"] == "verify" else self.setting(request, me, w)

    def verifying(self, request: Request, me: str, w: dict[str, str]) -> Response:
        t, uid = self.truth, request.get("uid").strip()
        if not re.fullmatch(r"\d{6}", uid):
            return self.verify(me, "AGW-5001 請輸入6位數員工編號。", False)
        if request.has("_eventId_send"):
            w["id"] = uid
            if uid != t.person.employee_id or request.get("regMobile").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                return self.verify(me, "AGW-5002 手機門號與登記資料不一致，簡訊未送出。", False)
            w["code"], w["time"] = t.new_message(), str(time.time())
            return self.verify(me, "", True)
        late = time.time() - float(w["time"]) > 120
        if not w["code"] or late or uid != w["id"] or request.get("otp").strip() != w["code"]:
            t.counts["code_refused"] += 1
            return self.verify(me, "AGW-5004 動態碼已逾時，請重新取得。" if w["code"] and late else "AGW-5003 動態碼驗證失敗。", False)
        w["step"], w["code"] = "settings", ""
        t.sessions.add("account:" + me)
        t.counts["code_accepted"] += 1
        return self.settings(me, "")

    def verify(self, me: str, why: str, sent: bool, *headers: tuple[str, str]) -> Response:
        w = self.wizards[me]
        dialog = ('<div class="ag-modal" id="agSent" style="display:block"><b>動態碼簡訊發送成功</b><p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p>'
                  '<button type="button" onclick="return agShow(\'agSent\',0)">確定</button></div>') if sent else ""
        head = "啟用網路帳號及首次雲端帳號密碼設定" if w["at"].endswith("activate") else "重置雲端服務密碼"
        return self.skin(head, f"""<p><span class="ag-on">1 身分驗證</span> &raquo; <span class="ag-off">2 資料設定 &raquo; 3 完成</span></p>
<ul><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul><div class="ag-err">{why}</div>{dialog}
<form method="post" action="{w["at"]}">{self.flow("verify" + me)}
<div class="ag-row"><span class="ag-lbl">網路帳號 / 主職員工編號</span><input type="text" name="uid" value="{escape(w["id"])}" maxlength="6" /> <button type="button" onclick="return agShow('agMobile',1)">發送簡訊動態碼</button></div>
<div class="ag-modal" id="agMobile">請輸入帳號登記的手機門號(10碼)<br /><input type="text" name="regMobile" maxlength="10" /><br /><button type="submit" name="_eventId_send" value="1">確定發送</button> <button type="button" onclick="return agShow('agMobile',0)">取消</button></div>
<div class="ag-row"><span class="ag-lbl">簡訊(或MOTP)動態碼</span><input type="text" name="otp" maxlength="8" autocomplete="off" /></div>
<div class="ag-row"><button type="submit" name="_eventId_next" value="1">下一步</button></div></form><a href="/selfservice/exit">離開</a>""", *headers)

    def settings(self, me: str, why: str, alias: str = "") -> Response:
        t, p, w = self.truth, self.truth.person, self.wizards[me]
        first, bar = w["at"].endswith("activate"), ' | <a href="/selfservice/exit">登出</a>'
        facts = "".join(f'<div class="ag-row"><span class="ag-lbl">{n}</span><span>{v}</span></div>' for n, v in (
            ("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        if first and t.alias:
            return self.skin("設定密碼與郵件別名", f'<div class="ag-err">{why}</div>{facts}<div class="ag-row"><span class="ag-lbl">雲端服務帳號 (電子郵件名稱)</span><b>{escape(t.alias)}</b> @ntuh.gov.tw</div><p>AGW-6000 此身分之雲端服務已經啟用完畢。</p>', bar=bar)
        named = f'<div class="ag-row"><span class="ag-lbl">雲端服務帳號 (電子郵件名稱)</span><input type="text" name="mailNickname" value="{escape(alias)}" maxlength="64" /> @ntuh.gov.tw 名稱長度限64字元內</div>' if first else ""
        yes, no = ("啟用雲端服務", "取消啟用") if first else ("重置雲端服務密碼", "取消")
        return self.skin("設定密碼與郵件別名" if first else "重置雲端服務密碼", f"""<p><span class="ag-off">1 身分驗證</span> &raquo; <span class="ag-on">2 資料設定</span> &raquo; <span class="ag-off">3 完成</span></p>{facts}
<div class="ag-err">{why}</div><form method="post" action="{w["at"]}">{self.flow("settings" + me)}{named}
<div class="ag-row"><span class="ag-lbl">雲端服務密碼</span><input type="password" id="cloudPwd" name="cloudPwd" maxlength="32" /> <label><input type="checkbox" onclick="document.getElementById('cloudPwd').type=this.checked?'text':'password'" />顯示密碼</label><br /><small>8 碼以上，需包含英文及數字</small></div>
<div class="ag-row"><button type="submit" name="_eventId_cancel" value="1">{no}</button> <button type="submit" name="_eventId_finish" value="1">{yes}</button></div><p>服務於設定完成隔日生效</p></form>""", bar=bar)

    def setting(self, request: Request, me: str, w: dict[str, str]) -> Response:
        t, alias, pw, first = self.truth, request.get("mailNickname").strip(), request.get("cloudPwd"), w["at"].endswith("activate")
        if request.has("_eventId_cancel"):
            return redirect("/selfservice/exit", status=303)
        if not request.has("_eventId_finish"):
            return self.settings(me, "AGW-1008 未指定動作。", alias)
        if first and t.alias:
            return self.settings(me, "AGW-6001 雲端服務不可重複啟用。")
        if not first and not t.alias:
            return self.settings(me, "AGW-6005 尚未啟用網路帳號。")
        if first and not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{2,63}", alias):
            return self.settings(me, "AGW-6002 電子郵件名稱含有不允許的字元或長度不符。", alias)
        if first and alias.lower() == "taken.name":
            return self.settings(me, "AGW-6003 電子郵件名稱已被其他人使用。", alias)
        if len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search(r"\d", pw):
            return self.settings(me, "AGW-6004 雲端服務密碼不符合密碼原則。", alias)
        t.cloud_password = pw
        if first:
            t.alias = alias
            t.counts["activated"] += 1
        return self.skin("精靈已完成", f'<p><span class="ag-off">1 身分驗證 &raquo; 2 資料設定</span> &raquo; <span class="ag-on">3 完成</span></p><p class="ag-ok">AGW-0000 {"帳號佈建完成，雲端服務啟用成功" if first else "密碼重置成功"}。</p>'
                         f'<p>{escape(t.alias)}@ntuh.gov.tw</p><a href="/selfservice/exit">結束精靈</a>')

    # ---- the webmail
    def mail(self, request: Request) -> Response:
        t, at, me, why = self.truth, request.path, request.cookies.get("AGMAIL", ""), ""
        if (common := self.common(request, "abcdefghijkmnpqrstuvwxyz23456789")) is not None:
            return common
        if at == "/mail/inbox" and me in self.boxes:
            return self.skin("收件匣", f"<p>{escape(t.alias)}@ntuh.gov.tw</p><table border='1'><tr><th>寄件人</th><th>主旨</th></tr><tr><td>postmaster</td><td>Welcome</td></tr></table>", bar=' | <a href="/mail/logoff">登出</a>')
        if at == "/mail/logoff":
            if me in self.boxes:
                self.boxes.discard(me)
                t.sessions.discard("mail:" + me)
                t.counts["sign_out_mail"] += 1
            return redirect("/mail/logon", cookie("AGMAIL", ""))
        if at != "/mail/logon":
            return redirect("/mail/logon")
        if request.method == "POST":
            self.takes(request, AG_Mailbox="mail_account", AG_Credential="mail_password", AG_Challenge="captcha")
            known, right = self.went(request, "mail"), self.answered(request)
            if not known:
                why = "AGW-1007 登入頁面已過期，請重新登入。"
            elif not right:
                why = "AGW-2011 圖形驗證失敗，請輸入新圖形上的文字。"
            elif not t.alias or (request.get("AG_Mailbox").strip().removesuffix("@ntuh.gov.tw"), request.get("AG_Credential")) != (t.alias, t.cloud_password):
                why = "AGW-2001 身分驗證失敗：信箱帳號或密碼有誤。"
            else:
                me = secrets.token_hex(16)
                self.boxes.add(me)
                t.sessions.add("mail:" + me)
                t.counts["mail_sign_in"] += 1
                return redirect("/mail/inbox", cookie("AGMAIL", me), status=303)
        return self.skin("電子信箱登入", f"""<div class="ag-err">{why}</div><form method="post" action="/mail/logon">{self.flow("mail")}
<div class="ag-row"><span class="ag-lbl">帳號:</span><input type="text" name="AG_Mailbox" /></div><div class="ag-row"><span class="ag-lbl">密碼:</span><input type="password" name="AG_Credential" /></div>
{self.challenge("(小寫字母或數字):")}<div class="ag-row"><input type="checkbox" name="AG_Persist" value="true" />記住登入資訊 (公用電腦請勿勾選)</div><button type="submit">登入信箱</button></form><h3>公佈欄</h3><p>※如無法登入，請先變更密碼。</p>""")

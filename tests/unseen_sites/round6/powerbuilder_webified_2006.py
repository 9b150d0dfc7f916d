"""A PowerBuilder client-server personnel program whose windows were turned into web pages (2006)."""

from __future__ import annotations

import re
import secrets
import sys
import time
from html import escape as h
from pathlib import Path

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402

BIG5 = "text/html; charset=big5"
CSS = """<style type="text/css"><!--
body{background:#c0c0c0;margin:0;font:12px 細明體,MingLiU} td{font-size:12px} .ttl{background:#000080;color:#fff;font-weight:bold;padding:2px 4px}
.mnu{border-bottom:1px solid #808080;padding:3px} .dw{border:2px inset #fff;background:#c0c0c0;margin:8px} .t{text-align:right}
.e{border:2px inset #fff;background:#fff} .pr{background:#c0c0c0;border:0} .mh{border:1px inset #fff;padding:2px 6px} .cb{border:2px outset #fff;background:#c0c0c0;font-size:12px}
--></style>"""


def window(win: str, caption: str, body: str, help_text: str = "Ready", box: tuple[str, str] | None = None, bar: str = "") -> Response:
    popup = f"<script language=\"JavaScript\">\n<!--\nalert('{box[0]}\\n\\n{box[1]}');\n//-->\n</script>" if box else ""
    return Response(
        f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=big5"><title>{win} - {caption}</title>
<meta name="GENERATOR" content="Web DataWindow HTML Generator 9.0">{CSS}</head>
<body onload="window.status='{win}'">
<table width="100%" border="0" cellspacing="0" cellpadding="0">
<tr><td class="ttl">{caption} [{win}]</td></tr>
<tr><td class="mnu">{bar or '檔案(F) &nbsp; 編輯(E) &nbsp; 視窗(W) &nbsp; 說明(H)'}</td></tr>
<tr><td>{body}</td></tr>
<tr><td class="mh" id="mdi_microhelp">{help_text}</td></tr></table>
{popup}</body></html>""",
        kind=BIG5,
    )


class TheSite(Site):
    title = "powerbuilder_webified_2006"
    charset = "cp950"

    def __init__(self) -> None:
        super().__init__()
        self.inst: dict[str, str] = {}  # SESSION -> employee
        self.ctx: dict[str, dict[str, str]] = {}  # DataWindow contexts, each good for one update
        self.otp: tuple[str, str, float] = ("", "", 0.0)
        self.proved: dict[str, dict[str, str]] = {}
        self.boxes: dict[str, str] = {}

    # ------------------------------------------------------------------ contexts
    def _context(self, win: str, **data: str) -> str:
        key = f"PBDW{secrets.token_hex(12).upper()}"
        self.ctx[key] = {"win": win, **data}
        return f'<input type="hidden" name="dw_1_context" value="{key}"><input type="hidden" name="dw_1_action" value="Update">'

    def _spend(self, request: Request, win: str) -> dict[str, str] | None:
        data = self.ctx.get(request.get("dw_1_context"))
        if not data or data["win"] != win or request.get("dw_1_action") != "Update":
            return None
        return self.ctx.pop(request.get("dw_1_context"))

    # ------------------------------------------------------------------ PORTAL
    def portal(self, request: Request) -> Response:
        page = request.path
        if page in ("/", "/hisp/", "/hisp"):
            return redirect("/hisp/w_logon.jsp")
        if page == "/hisp/p_chk.jsp":
            return Response(picture(self.truth.new_captcha()), kind="image/gif", headers=[("Cache-Control", "no-store")])
        if page == "/hisp/w_logon.jsp":
            return self._logon_post(request) if request.method == "POST" else self._logon()
        if page == "/hisp/w_mdi.jsp":
            return self._mdi(request)
        if page == "/hisp/w_close.jsp":
            sid = request.query.get("SESSION", "")
            if self.inst.pop(sid, None):
                self.truth.sessions.discard(f"portal:{sid}")
                self.truth.counts["sign_out_portal"] += 1
            return window("w_close", "離線", '<p align="center">已中斷連線 (Disconnected).<br><br><a href="/hisp/w_logon.jsp">重新連線</a></p>')
        return Response("Error 404--Not Found", 404, BIG5)

    def _logon(self, box: tuple[str, str] | None = None, user: str = "") -> Response:
        hosp = "".join(f'<option value="{v}"{" selected" if v == "T0" else ""}>{v} {n}</option>' for v, n in (("T0", "總院區"), ("T2", "北護"), ("T3", "金山"), ("T4", "新竹"), ("Y0", "雲林")))
        body = f"""<form name="dw_1_submit" method="post" action="/hisp/w_logon.jsp">{self._context('w_logon')}
<table class="dw" align="center" cellpadding="3"><tr><td colspan="3"><b>台大醫院 醫療資訊系統</b> <font color="#808080">HISP 3.2.0 Build 0611</font></td></tr>
<tr><td class="t">院區</td><td colspan="2"><select name="hosp_cd_0" class="e">{hosp}</select></td></tr>
<tr><td class="t">帳號</td><td colspan="2"><input class="e" name="usr_id_0" size="10" maxlength="6" value="{h(user)}"></td></tr>
<tr><td class="t">密碼</td><td colspan="2"><input class="e" type="password" name="usr_pw_0" size="14" maxlength="20"></td></tr>
<tr><td class="t">驗證碼</td><td><input class="e" name="chk_cd_0" size="8" maxlength="6" autocomplete="off"></td><td><img src="/hisp/p_chk.jsp" name="p_1" border="1" alt="p_1"> <font color="#808080">(大小寫不拘)</font></td></tr>
<tr><td class="t">起始</td><td colspan="2"><input type="radio" name="init_mnu_0" value="A" checked>行政 <input type="radio" name="init_mnu_0" value="M">醫療 <input type="radio" name="init_mnu_0" value="O">門診</td></tr>
<tr><td></td><td colspan="2"><input class="cb" type="submit" name="cb_ok" value="連線(O)"> <input class="cb" type="reset" name="cb_cancel" value="清除(C)"></td></tr></table></form>"""
        return window("w_logon", "系統登入", body, box[1] if box else "Ready", box)

    def _logon_post(self, request: Request) -> Response:
        self.takes(request, hosp_cd_0="campus", usr_id_0="employee_id", usr_pw_0="portal_password", chk_cd_0="captcha")
        truth, user = self.truth, request.get("usr_id_0").strip()
        wanted, truth.captcha = truth.captcha, ""
        if self._spend(request, "w_logon") is None:
            return self._logon(("DataWindow Error", "畫面逾時，請重新輸入。"), user)
        if not wanted or request.get("chk_cd_0").strip().upper() != wanted:
            truth.counts["sign_in_refused"] += 1
            return self._logon(("檢核", "圖形驗證碼不符，請依新圖重新輸入。"), user)
        if request.get("hosp_cd_0") != "T0" or user != truth.person.employee_id or request.get("usr_pw_0") != truth.portal_password:
            truth.counts["sign_in_refused"] += 1
            return self._logon(("SQLCODE = 100", "查無此使用者或密碼不正確。"), user)
        sid = secrets.token_hex(16).upper()
        self.inst[sid] = user
        truth.sessions.add(f"portal:{sid}")
        truth.counts["sign_in"] += 1
        return redirect(f"/hisp/w_mdi.jsp?SESSION={sid}")

    def _mdi(self, request: Request) -> Response:
        sid = request.query.get("SESSION", "")
        if sid not in self.inst:
            return self._logon(("連線", "尚未登入或連線已中斷。"))
        inner = self.urls["inner"] + "/psn/"
        items = (("PSN010", "更改密碼", 1), ("PSN020", "個人簽章提醒設定", 0), ("PSN035", "員工待遇福利查詢", 0), ("PSN040", "查詢員工連絡資料", 0), ("PSN041", "維護個人連絡資料", 1), ("PSN050", "個人就醫紀錄查詢", 0), ("PSN077", "員工扣繳憑單查詢", 0))
        rows = "".join(
            f'<tr><td>{c}</td><td><a href="{inner}{"w_" + c.lower() if live else "w_noauth"}.jsp?SESSION={sid}">{n}</a></td></tr>' for c, n, live in items
        )
        body = f"""<table width="98%"><tr valign="top"><td><table class="dw" cellpadding="2" width="260"><tr bgcolor="#808080"><td>作業</td><td>個人管理</td></tr>{rows}</table></td>
<td><table class="dw" width="300"><tr bgcolor="#808080"><td>日期</td><td>全院公告</td></tr><tr><td>95/10/21</td><td>請填報薪資所得免稅額申報表</td></tr><tr><td>95/08/02</td><td>密碼請勿交付他人</td></tr></table></td></tr></table>"""
        bar = f'系統(S) &nbsp; 個人管理(P) &nbsp; 視窗(W) &nbsp; <a href="/hisp/w_close.jsp?SESSION={sid}">離線(X)</a>'
        return window("w_mdi", f"HISP - {self.truth.person.name} 您好!", body, f"User={self.inst[sid]} DB=HISPRD", bar=bar)

    # ------------------------------------------------------------------ inner
    def inner(self, request: Request) -> Response:
        sid = request.query.get("SESSION", "")
        if request.method == "POST":
            if request.path == "/psn/w_psn010.jsp":
                self.takes(request, pw_old_0="old_password", pw_new_0="new_password", pw_cfm_0="new_password_again")
            else:
                self.takes(request, cell_no_0="mobile_phone", emp_no_0="employee_id")
        if sid not in self.inst:
            return window("w_err", "錯誤", f'<p>連線不存在。<a href="{self.urls["portal"]}/hisp/w_logon.jsp">登入</a></p>', "Transaction not connected")
        bar = f'<a href="{self.urls["portal"]}/hisp/w_mdi.jsp?SESSION={sid}">回功能選單</a> | <a href="{self.urls["portal"]}/hisp/w_close.jsp?SESSION={sid}">登出系統</a>'
        if request.path == "/psn/w_psn010.jsp":
            return self._psn010(request, sid, bar)
        if request.path == "/psn/w_psn041.jsp":
            return self._psn041(request, sid, bar)
        if request.has("q_emp_0") or "q_emp_0" in request.query:
            self.takes(request)
        return window("w_noauth", "權限", "<p>您無此作業使用權限。</p>", "No rights", bar=bar)

    def _psn010(self, request: Request, sid: str, bar: str) -> Response:
        truth, box, note = self.truth, None, "Ready"
        if request.method == "POST":
            old, new, again = (request.get(n) for n in ("pw_old_0", "pw_new_0", "pw_cfm_0"))
            why = ""
            if self._spend(request, "w_psn010") is None:
                why = "畫面逾時，請重新輸入"
            elif old != truth.portal_password:
                why = "舊密碼不符"
            elif new != again:
                why = "兩次新密碼不一致"
            elif len(new) < 8 or len(new) > 20 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                why = "新密碼須 8 碼以上，並含英文及數字"
            elif new == old:
                why = "新舊密碼不可相同"
            if not why:
                truth.portal_password = new
                truth.counts["password_changed"] += 1
                return window("w_psn010", "PSN010 更改密碼", '<table class="dw" align="center" cellpadding="8"><tr><td>1 row(s) updated.<br><b>密碼已更新</b>，下次連線生效。</td></tr></table>', "Commit OK", ("PSN010", "密碼已更新。"), bar)
            truth.counts["password_refused"] += 1
            box, note = ("PSN010 檢核", why + "。"), why
        body = f"""<form name="dw_1_submit" method="post" action="/psn/w_psn010.jsp?SESSION={sid}">{self._context('w_psn010')}
<table class="dw" cellpadding="3"><tr><td class="t">請輸入舊密碼：</td><td><input class="e" type="password" name="pw_old_0" maxlength="20"></td></tr>
<tr><td class="t">請輸入新密碼：</td><td><input class="e" type="password" name="pw_new_0" maxlength="20"></td></tr>
<tr><td class="t">請再輸入新密碼：</td><td><input class="e" type="password" name="pw_cfm_0" maxlength="20"></td></tr>
<tr><td class="t">密碼強度檢核：</td><td><input class="pr" name="pw_lvl_0" readonly value="-"></td></tr>
<tr><td></td><td><input class="cb" type="submit" name="cb_save" value="存檔(S)"></td></tr>
<tr><td colspan="2">密碼設定條件：<br>1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字</td></tr></table></form>"""
        return window("w_psn010", "PSN010 更改密碼", body, note, box, bar)

    def _psn041(self, request: Request, sid: str, bar: str) -> Response:
        truth, p, box, note = self.truth, self.truth.person, None, "Retrieve 1 row"
        cols = {"eng_ln_0": "english_surname", "eng_fn_0": "english_given", "eng_mn_0": "english_middle", "tel_o_0": "office_phone", "tel_h_0": "home_phone", "cell_no_0": "mobile_phone"}
        v = {c: truth.saved_contact.get(k, getattr(p, k)) for c, k in cols.items()}
        if request.method == "POST":
            posted = {c: request.get(c).strip() for c in cols}
            if self._spend(request, "w_psn041") is None or not all(request.has(c) for c in cols) or request.get("emp_no_0") != p.employee_id:
                note = "畫面逾時，未存檔"
            elif not re.fullmatch(r"09\d{8}", posted["cell_no_0"]):
                note, v = "行動電話格式不符 (09XXXXXXXX)", posted
            elif not re.fullmatch(r"[A-Za-z][A-Za-z \-]*", posted["eng_ln_0"]) or not re.fullmatch(r"[A-Za-z][A-Za-z \-]*", posted["eng_fn_0"]):
                note, v = "英文姓名僅可輸入英文字母", posted
            elif not re.fullmatch(r"[\d#\-]*", posted["tel_o_0"] + posted["tel_h_0"]):
                note, v = "電話僅可輸入數字", posted
            else:
                truth.saved_contact.update({k: posted[c] for c, k in cols.items()})
                truth.counts["contact_saved"] += 1
                note, v = "異動完成 (1 row updated)", posted
            box = ("PSN041", note)
        f = {c: f'<input class="e" name="{c}" value="{h(x)}" maxlength="30">' for c, x in v.items()}
        body = f"""<form name="dw_q" method="get" action="/psn/w_psn040.jsp"><input type="hidden" name="SESSION" value="{sid}">查詢工號 <input class="e" name="q_emp_0" size="8"> <input class="cb" type="submit" value="查詢(R)"></form>
<form name="dw_1_submit" method="post" action="/psn/w_psn041.jsp?SESSION={sid}">{self._context('w_psn041')}
<table class="dw" cellpadding="3"><tr><td colspan="4">台大醫院---維護個人連絡資料</td></tr>
<tr><td colspan="4"><input class="cb" type="submit" name="cb_upd" value="異動儲存"></td></tr>
<tr><td class="t">員工編號：</td><td><input class="pr" name="emp_no_0" readonly value="{p.employee_id}"></td><td class="t">姓名：</td><td><span class="pr">{p.name}</span></td></tr>
<tr><td class="t">英文姓：</td><td>{f['eng_ln_0']}</td><td colspan="2">ex:Chen(陳)</td></tr>
<tr><td class="t">英文首名：</td><td>{f['eng_fn_0']}</td><td colspan="2">ex: Yi-Fen(怡芬)</td></tr>
<tr><td class="t">英文中名：</td><td>{f['eng_mn_0']}</td><td colspan="2">ex:Mary 為英文別名，如無，可不填</td></tr>
<tr><td class="t">辦公室電話：</td><td>{f['tel_o_0']}<br>ex:61234或23123456</td><td class="t">住宅電話：</td><td>{f['tel_h_0']}<br>ex:0223123456</td></tr>
<tr><td class="t">行動電話：</td><td>{f['cell_no_0']}</td><td colspan="2">ex:0952000000 (如離職或更換門號，請記得調整此欄位)</td></tr></table></form>"""
        return window("w_psn041", "PSN041 維護個人連絡資料", body, note, box, bar)

    # ------------------------------------------------------------------ account
    def account(self, request: Request) -> Response:
        page, post = request.path, request.method == "POST"
        if page in ("/", "/netacc/"):
            return redirect("/netacc/w_na000.jsp")
        if page == "/netacc/w_na000.jsp":
            return self._na000()
        if page == "/netacc/w_na010.jsp":
            return self._na010_post(request) if post else self._na010("R" if request.query.get("fn") == "R" else "A")
        if page == "/netacc/w_na011.jsp" and post:
            return self._na011_post(request)
        if page == "/netacc/w_na020.jsp":
            return self._na020(request)
        if page == "/netacc/w_na030.jsp":
            return self._na030(request)
        if page == "/netacc/w_exit.jsp":
            inst = request.query.get("inst", "")
            if self.proved.pop(inst, None):
                self.truth.sessions.discard(f"account:{inst}")
                self.truth.counts["sign_out_account"] += 1
            return redirect("/netacc/w_na000.jsp")
        return Response("Error 404--Not Found", 404, BIG5)

    def _na000(self) -> Response:
        return window("w_na000", "網路帳號作業", """<table class="dw" width="620" cellpadding="6"><tr><td>說明：以下所稱網路帳號均包含雲端服務帳號<br>適用功能：雲端服務、電子郵件信箱、VPN、數位學習及院內非Portal之業務</td></tr>
<tr><td><b>《規範》</b><ul><li>網路帳號為院內眾多服務之通用帳號與密碼，不可借用<li>請勿冒用院內同仁申請網路帳號<li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同</ul>
<b>《常見問題與服務》</b><ul><li>密碼修改後多久可以生效 : 即時生效。<li>忘記密碼 : 請以下方(重置雲端服務密碼)取得簡訊後設定。</ul></td></tr>
<tr><td><table border="1" cellspacing="0" cellpadding="4"><tr bgcolor="#808080"><td>代號</td><td>作業</td><td>備註</td></tr>
<tr><td>NA010A</td><td><a href="/netacc/w_na010.jsp?fn=A">啟用網路帳號及首次雲端帳號密碼設定</a></td><td>Office, Outlook</td></tr>
<tr><td>NA010R</td><td><a href="/netacc/w_na010.jsp?fn=R">重置雲端服務密碼</a></td><td>Email, 無線網路, VPN</td></tr>
<tr><td>NA090</td><td><a href="/netacc/w_na000.jsp#v">總院廠商VPN展延申請</a></td><td>廠商</td></tr></table></td></tr></table>""")

    def _na010(self, fn: str, emp: str = "", box: tuple[str, str] | None = None) -> Response:
        name = "啟用網路帳號及首次雲端帳號密碼設定" if fn == "A" else "重置雲端服務密碼"
        body = f"""<form name="dw_1_submit" method="post" action="/netacc/w_na010.jsp">{self._context('w_na010', fn=fn, sent=emp)}
<table class="dw" cellpadding="4"><tr><td colspan="3"><b>{name}</b></td></tr>
<tr><td class="t">網路帳號 / 主職員工編號</td><td><input class="e" name="na_id_0" maxlength="6" size="10" value="{h(emp)}"></td><td><input class="cb" type="submit" name="cb_sms" value="發送簡訊動態碼"></td></tr>
<tr><td class="t">簡訊(或MOTP)動態碼</td><td><input class="e" name="otp_cd_0" maxlength="6" size="10" autocomplete="off"></td><td></td></tr>
<tr><td></td><td></td><td><input class="cb" type="submit" name="cb_next" value="下一步"></td></tr></table></form>
<div style="margin:8px">注意事項<br>1.電子郵件別名第一次設定之後則不能修改<br>2.按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)<br>3.請輸入帳號與簡訊動態碼後按「下一步」<br><a href="/netacc/w_na000.jsp">關閉(C)</a></div>"""
        return window("w_na010", name, body, box[1] if box else "Ready", box)

    def _na011(self, fn: str, emp: str, box: tuple[str, str] | None = None) -> Response:
        body = f"""<form name="dw_1_submit" method="post" action="/netacc/w_na011.jsp">{self._context('w_na011', fn=fn, emp=emp)}
<table class="dw" align="center" cellpadding="6"><tr><td>工號 {h(emp)}</td></tr><tr><td>請輸入帳號登記的手機門號(10碼)<br><input class="e" name="cell_rg_0" maxlength="10" size="14"></td></tr>
<tr><td align="center"><input class="cb" type="submit" name="cb_ok" value="確定發送"> <input class="cb" type="submit" name="cb_cancel" value="取消"></td></tr></table></form>"""
        return window("w_na011", "簡訊發送", body, box[1] if box else "Response window", box)

    def _na010_post(self, request: Request) -> Response:
        self.takes(request, na_id_0="employee_id", otp_cd_0="code")
        truth, emp = self.truth, request.get("na_id_0").strip()
        data = self._spend(request, "w_na010")
        if data is None:
            return self._na010("A", emp, ("DataWindow Error", "畫面逾時，請重新輸入。"))
        if emp != truth.person.employee_id:
            return self._na010(data["fn"], emp, ("NA010", "查無此員工編號。"))
        if request.has("cb_sms"):
            return self._na011(data["fn"], emp)
        who, code, when = self.otp
        if not request.has("cb_next") or not code or who != emp or request.get("otp_cd_0").strip() != code:
            truth.counts["code_refused"] += 1
            return self._na010(data["fn"], emp, ("NA010", "動態碼不正確。"))
        if time.time() - when > 120:
            truth.counts["code_refused"] += 1
            return self._na010(data["fn"], emp, ("NA010", "動態碼已逾 2 分鐘，請重新發送。"))
        self.otp = ("", "", 0.0)
        inst = secrets.token_hex(8)
        self.proved[inst] = {"emp": emp, "fn": data["fn"]}
        truth.sessions.add(f"account:{inst}")
        truth.counts["code_accepted"] += 1
        return redirect(f"/netacc/w_na0{'20' if data['fn'] == 'A' else '30'}.jsp?inst={inst}")

    def _na011_post(self, request: Request) -> Response:
        self.takes(request, cell_rg_0="registered_phone")
        data = self._spend(request, "w_na011")
        if data is None:
            return self._na010("A", "", ("DataWindow Error", "畫面逾時，請重新輸入。"))
        if request.has("cb_cancel"):
            return self._na010(data["fn"], data["emp"])
        registered = self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone)
        if request.get("cell_rg_0").strip() != registered:
            return self._na011(data["fn"], data["emp"], ("NA011", "門號與登記資料不符。"))
        self.otp = (data["emp"], self.truth.new_message(), time.time())
        return self._na010(data["fn"], data["emp"], ("動態碼簡訊發送成功", "成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"))

    def _na020(self, request: Request) -> Response:
        if request.method == "POST":
            self.takes(request, mail_nm_0="alias")
        truth, p, inst = self.truth, self.truth.person, request.query.get("inst", "")
        if inst not in self.proved or self.proved[inst]["fn"] != "A":
            return self._na010("A", "", ("NA020", "請先完成動態碼驗證。"))
        bar, box, name = f'<a href="/netacc/w_exit.jsp?inst={inst}">結束作業(X)</a>', None, ""
        if truth.alias:
            told = ("NA020", "本帳號前已啟用，不得再次設定。") if request.method == "POST" else None
            return window("w_na020", "設定密碼與郵件別名", f'<table class="dw" cellpadding="6"><tr><td>狀態</td><td>Y 已啟用</td></tr><tr><td>雲端服務帳號</td><td>{h(truth.alias)}@ntuh.gov.tw</td></tr><tr><td colspan="2">本帳號前已啟用，別名不可異動。</td></tr></table>', "Status=Y", told, bar)
        if request.method == "POST":
            name = request.get("mail_nm_0").strip()
            if self._spend(request, "w_na020") is None:
                box = ("DataWindow Error", "畫面逾時，請重新輸入。")
            elif request.has("cb_cancel"):
                return redirect(f"/netacc/w_exit.jsp?inst={inst}")
            elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9._\-]{2,63}", name):
                box = ("NA020", "名稱格式不符，限英數字及 . _ -，英文字母開頭。")
            elif name.lower() == "taken.name":
                box = ("NA020", "此名稱已有人使用。")
            else:
                truth.alias, truth.cloud_password = name, p.national_id
                truth.counts["activated"] += 1
                return window("w_na020", "設定密碼與郵件別名", f'<table class="dw" cellpadding="8"><tr><td>1 row(s) inserted.<br><b>啟用作業完成</b><br>雲端服務帳號：{h(name)}@ntuh.gov.tw<br>初始密碼同身分證號(英文字母大寫)，請以<a href="/netacc/w_na010.jsp?fn=R">重置雲端服務密碼</a>自行變更。</td></tr></table>', "Commit OK", bar=bar)
        body = f"""<form name="dw_1_submit" method="post" action="/netacc/w_na020.jsp?inst={inst}">{self._context('w_na020')}
<table class="dw" cellpadding="4"><tr><td colspan="2">雲端服務帳號說明：1.雲端服務帳號為跨體系使用。2.服務於設定完成隔日生效。</td></tr>
<tr><td class="t">網路帳號 / 主職員工編號</td><td><input class="pr" name="na_id_0" readonly value="{p.employee_id}"></td></tr>
<tr><td class="t">帳號姓名</td><td>{p.name}</td></tr><tr><td class="t">主職單位</td><td>{p.unit}</td></tr><tr><td class="t">有效期限</td><td>{p.valid_until}</td></tr>
<tr><td class="t">雲端服務帳號<br>(電子郵件名稱)</td><td><input class="e" name="mail_nm_0" maxlength="64" value="{h(name)}">@ntuh.gov.tw<br>名稱長度限64字元內</td></tr>
<tr><td><input class="cb" type="submit" name="cb_cancel" value="取消啟用"></td><td><input class="cb" type="submit" name="cb_act" value="啟用雲端服務"> 服務於設定完成隔日生效</td></tr></table></form>"""
        return window("w_na020", "設定密碼與郵件別名", body, box[1] if box else "Retrieve 1 row", box, bar)

    def _na030(self, request: Request) -> Response:
        if request.method == "POST":
            self.takes(request, cl_pw1_0="cloud_password", cl_pw2_0="cloud_password_again")
        truth, inst, box = self.truth, request.query.get("inst", ""), None
        if inst not in self.proved or self.proved[inst]["fn"] != "R":
            return self._na010("R", "", ("NA030", "請先完成動態碼驗證。"))
        bar = f'<a href="/netacc/w_exit.jsp?inst={inst}">結束作業(X)</a>'
        if not truth.alias:
            return window("w_na030", "重置雲端服務密碼", "<p>本帳號尚未啟用，請先執行 NA010A。</p>", "Status=N", bar=bar)
        if request.method == "POST":
            one, two = request.get("cl_pw1_0"), request.get("cl_pw2_0")
            if self._spend(request, "w_na030") is None:
                box = ("DataWindow Error", "畫面逾時，請重新輸入。")
            elif one != two:
                box = ("NA030", "兩次密碼不一致。")
            elif len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search("[0-9]", one):
                box = ("NA030", "密碼須 8 碼以上，含英文及數字。")
            else:
                truth.cloud_password = one
                return window("w_na030", "重置雲端服務密碼", "<p>1 row(s) updated. 雲端密碼重置完成。</p>", "Commit OK", bar=bar)
        return window("w_na030", "重置雲端服務密碼", f"""<form name="dw_1_submit" method="post" action="/netacc/w_na030.jsp?inst={inst}">{self._context('w_na030')}
<table class="dw" cellpadding="4"><tr><td class="t">雲端服務帳號</td><td>{h(truth.alias)}</td></tr><tr><td class="t">新雲端密碼</td><td><input class="e" type="password" name="cl_pw1_0"></td></tr>
<tr><td class="t">新雲端密碼(再次)</td><td><input class="e" type="password" name="cl_pw2_0"></td></tr><tr><td></td><td><input class="cb" type="submit" name="cb_ok" value="存檔(S)"></td></tr></table></form>""", "Ready", box, bar)

    # ------------------------------------------------------------------ mail
    def mail(self, request: Request) -> Response:
        truth, page = self.truth, request.path
        if page == "/":
            return redirect("/wm/w_logon.jsp")
        if page == "/wm/p_chk.jsp":
            return Response(picture(truth.new_captcha("abcdefhkmnprstuvwxyz2345678", 5)), kind="image/gif")
        if page == "/wm/w_logon.jsp":
            note, user = "", ""
            if request.method == "POST":
                self.takes(request, ml_id_0="mail_account", ml_pw_0="mail_password", chk_cd_0="captcha")
                user = request.get("ml_id_0").strip()
                wanted, truth.captcha = truth.captcha, ""
                if self._spend(request, "w_mail") is None:
                    note = "畫面逾時"
                elif not wanted or request.get("chk_cd_0").strip() != wanted:
                    note = "驗證碼不符"
                elif not truth.alias or user.split("@")[0].lower() != truth.alias.lower() or request.get("ml_pw_0") != truth.cloud_password:
                    note = "帳號或密碼不正確"
                else:
                    box = secrets.token_hex(8)
                    self.boxes[box] = truth.alias
                    truth.sessions.add(f"mail:{box}")
                    truth.counts["mail_sign_in"] += 1
                    return redirect("/wm/w_inbox.jsp", ("Set-Cookie", f"PBMAIL={box}; path=/wm"))
            return window("w_logon", "電子信箱", f"""<form name="dw_1_submit" method="post" action="/wm/w_logon.jsp">{self._context('w_mail')}
<table class="dw" align="center" cellpadding="4"><tr><td class="t">帳號:</td><td><input class="e" name="ml_id_0" value="{h(user)}">@ntuh.gov.tw</td></tr>
<tr><td class="t">密碼:</td><td><input class="e" type="password" name="ml_pw_0"></td></tr>
<tr><td class="t">驗證碼(小寫字母或數字):</td><td><input class="e" name="chk_cd_0" size="8" maxlength="5"> <img src="/wm/p_chk.jsp" alt=""></td></tr>
<tr><td></td><td><input type="checkbox" name="rmb_0" value="1">記住登入資訊 (公用電腦請勿勾選)</td></tr>
<tr><td></td><td><input class="cb" type="submit" name="cb_ok" value="連線(O)"></td></tr>
<tr><td colspan="2">公佈欄：體系帳號整併中，請用主要任職院區帳號登入。</td></tr></table></form>""", note or "Ready", ("WM", note) if note else None)
        box = request.cookies.get("PBMAIL", "")
        if box not in self.boxes:
            return redirect("/wm/w_logon.jsp")
        if page == "/wm/w_close.jsp":
            self.boxes.pop(box)
            truth.sessions.discard(f"mail:{box}")
            truth.counts["sign_out_mail"] += 1
            return redirect("/wm/w_logon.jsp", ("Set-Cookie", "PBMAIL=; path=/wm; Max-Age=0"))
        return window("w_inbox", f"收件匣 {h(self.boxes[box])}", '<table class="dw" width="500"><tr bgcolor="#808080"><td>寄件者</td><td>主旨</td><td>日期</td></tr><tr><td>sysadm</td><td>歡迎使用電子信箱</td><td>95/11/30</td></tr></table>', "1 row", bar='<a href="/wm/w_close.jsp">離線(X)</a>')

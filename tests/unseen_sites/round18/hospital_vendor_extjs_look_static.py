"""A vendor's product that looks like ExtJS 3 and is plain server-written HTML in Big5."""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from truth import Request, Response, Site, picture, redirect


class TheSite(Site):
    title = "hospital_vendor_extjs_look_static"
    charset = "cp950"

    def __init__(self) -> None:
        super().__init__()
        self.seq: dict[str, tuple[str, str]] = {}
        self.users: set[str] = set()
        self.idm: dict[str, dict] = {}
        self.box: set[str] = set()

    # ---- framework "HISWeb"
    def _html(self, title: str, body: str, script: str = "", status: int = 200) -> Response:
        return Response(f"""<HTML>
<HEAD><TITLE>{title}</TITLE>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5">
<STYLE TYPE="text/css">.x-window{{border:1px solid #99bbe8;background:#ccd9e8;padding:5px;margin:8px}} .x-window-header{{font:bold 12px tahoma;color:#15428b}} .x-window-body{{background:#fff;padding:8px}} .x-toolbar{{background:#d0def0;width:100%}} .x-btn-text{{font:11px tahoma}} .x-form-item-label{{width:150px;float:left}} .x-form-invalid-msg{{color:#c0272b}} .x-hidden{{display:none}}</STYLE>
<SCRIPT LANGUAGE="JavaScript">
function doCmd(frm, cmd) {{
  var f = document.forms[frm];
  f.elements['_cmd'].value = cmd;
  f.submit();
}}
</SCRIPT>
</HEAD>
<BODY CLASS="ext-ie x-border-layout-ct" BGCOLOR="#dfe8f6">
{body}
{f'<SCRIPT LANGUAGE="JavaScript">{script}</SCRIPT>' if script else ''}
</BODY></HTML>""", status, kind="text/html; charset=big5")

    def _win(self, title: str, inner: str, bar: str = "", foot: str = "", ident: str = "") -> str:
        return f"""<DIV CLASS="x-window" ID="{ident or 'ext-gen' + str(secrets.randbelow(900) + 100)}"><DIV CLASS="x-window-tl"><DIV CLASS="x-window-header x-unselectable"><SPAN CLASS="x-window-header-text">{title}</SPAN></DIV></DIV>
<DIV CLASS="x-window-bwrap">{bar}<DIV CLASS="x-window-body">
{inner}
</DIV>{foot}</DIV></DIV>"""

    def _bar(self, *buttons: str) -> str:
        return '<TABLE CLASS="x-toolbar" CELLSPACING=0><TR>' + '<TD><SPAN CLASS="xtb-sep"></SPAN></TD>'.join(f"<TD>{b}</TD>" for b in buttons) + "<TD WIDTH=100%></TD></TR></TABLE>"

    def _btn(self, text: str, form: str, cmd: str, icon: str = "") -> str:
        return f"""<TABLE BORDER=0 CELLPADDING=0 CELLSPACING=0 CLASS="x-btn x-btn-text-icon"><TR><TD CLASS="x-btn-left"><I>&nbsp;</I></TD><TD CLASS="x-btn-center"><EM UNSELECTABLE="on"><BUTTON TYPE="button" CLASS="x-btn-text {icon}" ONCLICK="doCmd('{form}','{cmd}');">{text}</BUTTON></EM></TD><TD CLASS="x-btn-right"><I>&nbsp;</I></TD></TR></TABLE>"""

    def _item(self, label: str, name: str, value: str = "", kind: str = "text", hint: str = "", size: int = 20, more: str = "") -> str:
        return f"""<DIV CLASS="x-form-item" TABINDEX="-1"><LABEL CLASS="x-form-item-label" FOR="ext-{name}">{label}:</LABEL><DIV CLASS="x-form-element"><INPUT TYPE="{kind}" NAME="{name}" ID="ext-{name}" VALUE="{escape(value)}" SIZE={size} CLASS="x-form-text x-form-field" {more}> {hint}</DIV><DIV CLASS="x-form-clear-left"></DIV></DIV>
"""

    def _form(self, name: str, action: str, owner: str, inner: str) -> str:
        seq = secrets.token_hex(12)
        self.seq[seq] = (name, owner)
        return f'<FORM NAME="{name}" METHOD="POST" ACTION="{action}">\n<INPUT TYPE=hidden NAME="_cmd" VALUE="">\n<INPUT TYPE=hidden NAME="_seq" VALUE="{seq}">\n{inner}\n</FORM>'

    def _fits(self, q: Request, name: str, owner: str) -> bool:
        return self.seq.pop(q.get("_seq"), None) == (name, owner)

    def _stale(self) -> Response:
        return self._html("系統訊息", self._win("系統訊息", "畫面序號不符或已使用，請重新進入本功能 (HIS-9012)"))

    # ---- portal
    def portal(self, q: Request) -> Response:
        t = self.truth
        if q.path in ("/", "/his", "/his/"):
            return self._html("HIS", "系統載入中...", "location.href='/his/logon.do';")
        if q.path == "/his/vcode.do":
            return Response(picture(t.new_captcha(), "JPEG"), kind="image/jpeg", headers=[("Cache-Control", "no-cache")])
        if q.path == "/his/logon.do":
            return self._logon(q)
        sid = q.query.get("SESSION", "")
        if f"portal:{sid}" not in t.sessions:
            return self._html("系統訊息", self._win("系統訊息", '您尚未登入或閒置過久<BR><A HREF="/his/logon.do">重新登入</A>'))
        if q.path == "/his/logoff.do":
            t.sessions.discard(f"portal:{sid}")
            t.counts["sign_out_portal"] += 1
            return self._html("登出", "", "alert('已登出系統');location.href='/his/logon.do';")
        if q.path == "/his/desktop.do":
            return self._desktop(sid)
        if q.path == "/his/run.do":
            prog = {"PSN010": "psn/pwd.do", "PSN060": "psn/tel.do"}.get(q.query.get("prog", ""))
            if not prog:
                return self._html("系統訊息", self._win("系統訊息", f'無此程式執行權限<BR><A HREF="/his/desktop.do?SESSION={sid}">回功能選單</A>'))
            return redirect(f"{self.urls['inner']}/{prog}?SESSION={sid}")
        return self._html("404", "無此網頁", status=404)

    def _logon(self, q: Request) -> Response:
        t, alert, uid = self.truth, "", ""
        if q.method == "POST":
            self.takes(q, hosp="campus", uid="employee_id", pwd="portal_password", vcode="captcha")
            want, t.captcha = t.captcha, ""
            uid = q.get("uid").strip()
            if not self._fits(q, "frmLogon", ""):
                return self._stale()
            if q.get("hosp") not in ("1", "2", "3", "4", "5"):
                alert = "請選擇院區"
            elif not want or q.get("vcode").strip().upper() != want:
                alert = "檢核圖碼錯誤，請重新輸入"
                t.counts["sign_in_refused"] += 1
            elif uid != t.person.employee_id or q.get("pwd") != t.portal_password or q.get("hosp") != "1":
                alert = "帳號密碼檢核失敗，請確認後重新輸入"
                t.counts["sign_in_refused"] += 1
            else:
                sid = secrets.token_hex(16)
                t.sessions.add(f"portal:{sid}")
                t.counts["sign_in"] += 1
                return redirect(f"/his/desktop.do?SESSION={sid}")
        inner = f"""<DIV CLASS="x-form-item"><LABEL CLASS="x-form-item-label">院區:</LABEL><DIV CLASS="x-form-element"><SELECT NAME="hosp"><OPTION VALUE="1" SELECTED>總院區<OPTION VALUE="2">北護分院<OPTION VALUE="3">金山分院<OPTION VALUE="4">新竹分院<OPTION VALUE="5">雲林分院</SELECT></DIV></DIV>
{self._item('帳號', 'uid', uid, more='MAXLENGTH=6')}{self._item('密碼', 'pwd', kind='password')}{self._item('驗證碼', 'vcode', hint='(不用區分大小寫)', size=8)}
<IMG SRC="/his/vcode.do?rnd={secrets.randbelow(10**6)}" ALT="圖碼"> <A HREF="/his/logon.do">重新產生</A><BR>
<INPUT TYPE="submit" VALUE="登 入" CLASS="x-btn-text"> <INPUT TYPE="reset" VALUE="清 除" CLASS="x-btn-text">"""
        return self._html("醫療資訊系統 PORTAL", self._bar('<A HREF="#">院外網</A>', '<A HREF="#">數位學習</A>', '<A HREF="#">KM系統</A>', '<A HREF="#">差勤系統</A>') + self._win("台大醫院 醫療資訊系統", self._form("frmLogon", "/his/logon.do", "", inner)) + "<P>台大 健康守護, 醫界典範", f"alert('{alert}');" if alert else "")

    def _desktop(self, sid: str) -> Response:
        progs = ["更改密碼", "個人簽章提醒設定", "薪資所得免稅額申報表", "員工待遇福利查詢", "查詢員工連絡資料", "維護個人連絡資料", "個人就醫紀錄查詢", "個人追蹤名單"]
        tree = "".join(f'<LI CLASS="x-tree-node"><DIV CLASS="x-tree-node-el x-tree-node-leaf"><SPAN CLASS="x-tree-node-indent"></SPAN><A HREF="/his/run.do?prog=PSN0{i}0&amp;SESSION={sid}" HIDEFOCUS="on"><SPAN UNSELECTABLE="on">{p}</SPAN></A></DIV>' for i, p in enumerate(progs, 1))
        bar = self._bar("醫療系統", "醫療支援", "其他資源", "資訊安全", "行政系統", f"{self.truth.person.name} 您好!", f'<A HREF="/his/logoff.do?SESSION={sid}" CLASS="x-btn-text">登出系統</A>')
        return self._html("HIS 桌面", f"""{bar}<TABLE WIDTH="100%"><TR VALIGN=top><TD WIDTH=220><DIV CLASS="x-panel"><DIV CLASS="x-panel-header">個人管理</DIV><FORM ACTION="/his/run.do" CLASS="x-tree-filter"><INPUT TYPE=hidden NAME="SESSION" VALUE="{sid}"><INPUT NAME="prog" SIZE=10> <INPUT TYPE=submit VALUE="執行"></FORM><UL CLASS="x-tree-root-ct">{tree}</UL></DIV>
<TD>{self._win('全院公告 2', '<TABLE BORDER=1 CLASS="x-grid3"><TR><TH>日期<TH>標題<TR><TD>2019/10/21<TD>請全院同仁填報「薪資所得免稅額申報表」<TR><TD>2018/12/13<TD>Portal登入首頁改版</TABLE>')}</TABLE>""")

    # ---- inner
    def inner(self, q: Request) -> Response:
        t, sid, p = self.truth, q.query.get("SESSION", ""), self.urls["portal"]
        if f"portal:{sid}" not in t.sessions:
            return self._html("系統訊息", self._win("系統訊息", "請由HIS桌面執行本程式"))
        links = self._bar(f'<A HREF="{p}/his/desktop.do?SESSION={sid}">回功能選單</A>', f'<A HREF="{p}/his/logoff.do?SESSION={sid}">登出系統</A>')
        if q.path == "/psn/pwd.do":
            alert = ""
            if q.method == "POST":
                self.takes(q, P_OLD="old_password", P_NEW1="new_password", P_NEW2="new_password_again")
                if not self._fits(q, "frmPwd", sid):
                    return self._stale()
                new = q.get("P_NEW1")
                if q.get("_cmd") != "CHG":
                    alert = "指令錯誤"
                elif q.get("P_OLD") != t.portal_password:
                    alert = "舊密碼檢核不符"
                elif new != q.get("P_NEW2"):
                    alert = "新密碼與再次輸入之新密碼不一致"
                elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                    alert = "新密碼未達設定條件"
                if alert:
                    t.counts["password_refused"] += 1
                else:
                    t.portal_password = new
                    t.counts["password_changed"] += 1
                    alert = "密碼更新完畢"
            form = self._form("frmPwd", f"/psn/pwd.do?SESSION={sid}", sid, self._item("請輸入舊密碼", "P_OLD", kind="password") + self._item("請輸入新密碼", "P_NEW1", kind="password") + self._item("請再輸入新密碼", "P_NEW2", kind="password") + "<P>密碼強度檢核：<SPAN ID=lvl>&nbsp;</SPAN>")
            return self._html("更改密碼", self._win("PSN010 更改密碼", form + "<P>密碼設定條件：<BR>1.密碼長度不可少於8個字元<BR>2.密碼內容需包含英文及數字", self._bar(self._btn("確定變更", "frmPwd", "CHG", "icon-save")), links), f"alert('{alert}');" if alert else "")
        if q.path == "/psn/tel.do":
            note, names = "", {"ENG_LNM": "english_surname", "ENG_FNM": "english_given", "ENG_MNM": "english_middle", "TEL_OFC": "office_phone", "TEL_HOM": "home_phone", "TEL_MOB": "mobile_phone"}
            if q.method == "POST":
                self.takes(q, TEL_MOB="mobile_phone")
                if not self._fits(q, "frmTel", sid):
                    return self._stale()
                if q.get("_cmd") != "SAVE" or not all(q.has(k) for k in names):
                    note = '<DIV CLASS="x-form-invalid-msg">指令或欄位不完整，未存檔</DIV>'
                elif not re.fullmatch(r"09\d{8}", q.get("TEL_MOB").strip()):
                    note = '<DIV CLASS="x-form-invalid-msg">行動電話格式不符，未存檔</DIV>'
                else:
                    t.saved_contact = {v: q.get(k).strip() for k, v in names.items()}
                    t.counts["contact_saved"] += 1
                    note = '<DIV CLASS="x-status-valid"><FONT COLOR=green>資料存檔完成</FONT></DIV>'
            v = {k: t.saved_contact.get(n, getattr(t.person, n)) for k, n in names.items()}
            inner = (f'<P>員工編號： {t.person.employee_id}　姓名： {t.person.name}' + self._item("英文姓", "ENG_LNM", v["ENG_LNM"], hint="ex:Chen(陳)") + self._item("英文首名", "ENG_FNM", v["ENG_FNM"], hint="ex: Yi-Fen(怡芬) (說明)") + self._item("英文中名", "ENG_MNM", v["ENG_MNM"], hint="ex:Mary 為英文別名，如無，可不填")
                     + self._item("辦公室電話", "TEL_OFC", v["TEL_OFC"], hint="ex:61234或23123456") + self._item("住宅電話", "TEL_HOM", v["TEL_HOM"], hint="ex:0223123456") + self._item("行動電話", "TEL_MOB", v["TEL_MOB"], hint="ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))
            return self._html("維護個人連絡資料", self._win("台大醫院---維護個人連絡資料", note + self._form("frmTel", f"/psn/tel.do?SESSION={sid}", sid, inner), self._bar(self._btn("異動儲存", "frmTel", "SAVE", "icon-disk")), links))
        return self._html("404", "無此網頁", status=404)

    # ---- account
    def account(self, q: Request) -> Response:
        t = self.truth
        if q.path == "/":
            return self._html("網路帳號服務", self._win("說明", "說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼<P><B>《規範》</B><BR>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<UL><LI>請勿借用或盜用。<LI>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</UL><P><B>《常見問題與服務》</B><BR>密碼修改後多久可以生效：即時生效。<BR>忘記密碼：請親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。")
                + '<TABLE CELLPADDING=6><TR><TD><A HREF="/idm/enb.do" CLASS="x-btn"><IMG SRC="/s.gif" WIDTH=16 HEIGHT=16 ALT="" BORDER=0>啟用網路帳號及首次雲端帳號密碼設定</A><TR><TD><A HREF="/idm/rst.do" CLASS="x-btn"><IMG SRC="/s.gif" WIDTH=16 HEIGHT=16 ALT="" BORDER=0>重置雲端服務密碼</A><TR><TD><A HREF="#">總院廠商VPN展延申請</A></TABLE>')
        if q.path == "/s.gif":
            return Response(picture("", size=(1, 1)), kind="image/gif")
        key = q.query.get("k", "")
        if q.path == "/idm/exit.do":
            if f"account:{key}" in t.sessions:
                t.sessions.discard(f"account:{key}")
                t.counts["sign_out_account"] += 1
            self.idm.pop(key, None)
            return redirect("/")
        m = re.fullmatch(r"/idm/(enb|rst)(set)?\.do", q.path)
        if not m:
            return self._html("404", "無此網頁", status=404)
        if key not in self.idm:
            if q.method == "POST" or m[2]:
                return self._stale()
            key = secrets.token_hex(14)
            self.idm[key] = {}
            return redirect(f"{q.path}?k={key}")
        return (self._set if m[2] else self._proof)(q, m[1], key, self.idm[key])

    def _proof(self, q: Request, kind: str, key: str, me: dict) -> Response:
        t, ask, box, uid = self.truth, False, "", ""
        if q.method == "POST":
            self.takes(q, EMP_NO="employee_id", OTP_NO="code", REG_MOB="registered_phone")
            if not self._fits(q, "frmOtp", key):
                return self._stale()
            uid, cmd = q.get("EMP_NO").strip(), q.get("_cmd")
            if cmd == "ASK":
                ask = bool(re.fullmatch(r"\d{6}", uid))
                box = "" if ask else "請輸入6位數字員工編號"
            elif cmd == "SEND":
                if uid == t.person.employee_id and q.get("REG_MOB").strip() == (t.saved_contact.get("mobile_phone") or t.person.mobile_phone):
                    me.update(otp=t.new_message(), at=time.time(), kind=kind)
                    box = "動態碼簡訊發送成功<BR>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"
                else:
                    ask, box = True, "手機門號檢核不符"
            elif cmd == "NEXT":
                if not me.get("otp"):
                    box = "查無已發送之動態碼"
                elif time.time() - me["at"] > 120:
                    box = "動態碼逾2分鐘，已失效"
                elif uid != t.person.employee_id or q.get("OTP_NO").strip() != me["otp"] or me["kind"] != kind:
                    box = "動態碼檢核不符"
                else:
                    me.pop("otp")
                    me["ok"] = kind
                    t.counts["code_accepted"] += 1
                    t.sessions.add(f"account:{key}")
                    return redirect(f"/idm/{kind}set.do?k={key}")
                t.counts["code_refused"] += 1
        title = "啟用網路帳號及首次雲端帳號密碼設定" if kind == "enb" else "重置雲端服務密碼"
        mb = self._win("訊息", f'<DIV CLASS="ext-mb-content"><SPAN CLASS="ext-mb-text">{box}</SPAN></DIV><BUTTON TYPE="button" CLASS="x-btn-text" ONCLICK="document.getElementById(\'ext-mb\').style.display=\'none\';">確定</BUTTON>', ident="ext-mb") if box else ""
        inner = f"""<TABLE><TR><TD>{self._item('網路帳號 / 主職員工編號', 'EMP_NO', uid, more='MAXLENGTH=6' + (' READONLY' if ask else ''))}<TD>{self._btn('發送簡訊動態碼', 'frmOtp', 'ASK', 'icon-sms')}</TABLE>
{self._item('簡訊(或MOTP)動態碼', 'OTP_NO', more='AUTOCOMPLETE=off')}"""
        if ask:
            inner += self._win("簡訊發送", self._item("請輸入帳號登記的手機門號(10碼)", "REG_MOB", more="MAXLENGTH=10") + self._bar(self._btn("確定發送", "frmOtp", "SEND"), self._btn("取消", "frmOtp", "CANCEL")), ident="winMob")
        form = self._form("frmOtp", f"/idm/{kind}.do?k={key}", key, inner)
        return self._html(title, mb + self._win(title, "注意事項<UL><LI>電子郵件別名第一次設定之後則不能修改，請慎重選擇。<LI>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<LI>請輸入帳號與簡訊動態碼後按「下一步」。</UL>" + form, foot=self._bar(self._btn("下一步", "frmOtp", "NEXT", "icon-next"), '<A HREF="/">回首頁</A>')))

    def _set(self, q: Request, kind: str, key: str, me: dict) -> Response:
        t, who, bad, alias = self.truth, self.truth.person, "", ""
        if me.get("ok") != kind or f"account:{key}" not in t.sessions:
            return self._stale()
        out = f'<A HREF="/idm/exit.do?k={key}">登出</A>'
        if q.method == "POST":
            self.takes(q, MAIL_NM="alias", CLD_PW1="cloud_password", CLD_PW2="cloud_password_again")
            if not self._fits(q, "frmSet", key):
                return self._stale()
            alias, pw = q.get("MAIL_NM").strip(), q.get("CLD_PW1")
            if q.get("_cmd") == "QUIT":
                return redirect(f"/idm/exit.do?k={key}")
            if q.get("_cmd") != "ENABLE":
                bad = "指令錯誤"
            elif kind == "enb" and t.alias:
                bad = "本帳號已有雲端服務，不得重複啟用"
            elif kind == "rst" and not t.alias:
                bad = "本帳號無雲端服務"
            elif kind == "enb" and not re.fullmatch(r"[A-Za-z0-9._-]{3,64}", alias):
                bad = "電子郵件名稱格式不符(3-64字，英數及._-)"
            elif kind == "enb" and alias.lower() == "taken.name":
                bad = "電子郵件名稱已被使用"
            elif pw != q.get("CLD_PW2"):
                bad = "兩次輸入之密碼不一致"
            elif len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search("[0-9]", pw):
                bad = "雲端密碼需8碼以上含英文及數字"
            else:
                t.cloud_password = pw
                text = "雲端服務密碼已重新設定"
                if kind == "enb":
                    t.alias = alias
                    t.counts["activated"] += 1
                    text = f"雲端服務啟用作業成功<BR>電子郵件：{alias}@ntuh.gov.tw"
                return self._html("作業結果", self._win("作業結果", text, foot=self._bar(out)))
        facts = "".join(f'<TR><TD CLASS="x-grid3-hd">{a}<TD>{b}' for a, b in (("網路帳號 / 主職員工編號", who.employee_id), ("帳號姓名", who.name), ("主職單位", who.unit), ("有效期限", who.valid_until)))
        title = "設定密碼與郵件別名" if kind == "enb" else "重置雲端服務密碼"
        if kind == "enb" and t.alias:
            return self._html(title, self._win(title, f"<TABLE BORDER=1>{facts}<TR><TD>雲端服務帳號 (電子郵件名稱)<TD>{t.alias}@ntuh.gov.tw<TR><TD>雲端服務狀態<TD>已啟用</TABLE><P>本帳號先前已啟用雲端服務，無需再行設定。" + (f'<DIV CLASS="x-form-invalid-msg">{bad}</DIV>' if bad else ""), foot=self._bar(out)))
        inner = f"<TABLE BORDER=1>{facts}</TABLE>" + (self._item("雲端服務帳號 (電子郵件名稱)", "MAIL_NM", alias, hint="@ntuh.gov.tw 名稱長度限64字元內", more="MAXLENGTH=64") if kind == "enb" else "") + self._item("設定雲端密碼", "CLD_PW1", kind="password", hint="8碼以上含英文及數字") + self._item("確認雲端密碼", "CLD_PW2", kind="password")
        keys = self._bar(self._btn("取消啟用", "frmSet", "QUIT"), self._btn("啟用雲端服務", "frmSet", "ENABLE", "icon-ok"), "服務於設定完成隔日生效", out) if kind == "enb" else self._bar(self._btn("確認重置", "frmSet", "ENABLE", "icon-ok"), out)
        return self._html(title, self._win(title, (f'<DIV CLASS="x-form-invalid-msg">{bad}</DIV>' if bad else "") + self._form("frmSet", f"/idm/{kind}set.do?k={key}", key, inner), foot=keys))

    # ---- mail
    def mail(self, q: Request) -> Response:
        t, sid = self.truth, q.cookies.get("WEBMAILID", "")
        if q.path == "/code.gif":
            return Response(picture(t.new_captcha("abcdefghkmnprstuvwxyz2345678", 5)), kind="image/gif")
        if q.path in ("/inbox.do", "/quit.do") and f"mail:{sid}" in t.sessions:
            if q.path == "/quit.do":
                t.sessions.discard(f"mail:{sid}")
                t.counts["sign_out_mail"] += 1
                return redirect("/")
            return self._html("收件匣", self._bar(f"{t.alias}@ntuh.gov.tw", '<A HREF="/inbox.do">重新整理</A>', '<A HREF="/quit.do">登出</A>') + self._win("收件匣", '<TABLE CLASS="x-grid3" BORDER=1><TR><TH>寄件者<TH>主旨<TR><TD>資訊室<TD>信箱啟用通知</TABLE>'))
        if q.path != "/":
            return redirect("/")
        bad = ""
        if q.method == "POST":
            self.takes(q, acct="mail_account", pswd="mail_password", code="captcha")
            want, t.captcha = t.captcha, ""
            if not self._fits(q, "frmMail", ""):
                return self._stale()
            if not want or q.get("code").strip() != want:
                bad = "驗證碼輸入不正確"
            elif not t.alias or q.get("acct").strip().split("@")[0].lower() != t.alias.lower() or q.get("pswd") != t.cloud_password:
                bad = "登入失敗，請檢查帳號密碼"
            else:
                sid = secrets.token_hex(16)
                t.sessions.add(f"mail:{sid}")
                t.counts["mail_sign_in"] += 1
                return redirect("/inbox.do", ("Set-Cookie", f"WEBMAILID={sid}; Path=/"))
        inner = self._item("帳號", "acct") + self._item("密碼", "pswd", kind="password") + self._item("驗證碼(小寫字母或數字)", "code", hint=f'<IMG SRC="/code.gif?{secrets.randbelow(9999)}" ALT="">', size=8) + '<INPUT TYPE=checkbox NAME=keep VALUE=1 ID=keep><LABEL FOR=keep>記住登入資訊 (公用電腦請勿勾選)</LABEL><BR><INPUT TYPE=submit VALUE="登入">'
        return self._html("電子郵件", self._win("電子郵件系統", (f'<DIV CLASS="x-form-invalid-msg">{bad}</DIV>' if bad else "") + self._form("frmMail", "/", "", inner)) + self._win("公佈欄", "體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。"))

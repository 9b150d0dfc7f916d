"""An AS/400 behind a web gateway: screens of 24 lines, PF keys as buttons, message identifiers; the mail is a Domino of the same machine room."""

from __future__ import annotations

import re
import secrets
import time
from html import escape
from unicodedata import east_asian_width

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

MENU = [("01", "更改密碼", "HPM010"), ("02", "個人簽章提醒設定", "HPM020"), ("03", "薪資所得免稅額申報表", "HPM030"), ("04", "員工待遇福利查詢", "HPM040"), ("05", "查詢員工連絡資料", "HPM050"),
        ("06", "維護個人連絡資料", "HPM060"), ("07", "個人就醫紀錄查詢", "HPM070"), ("08", "個人追蹤名單", "HPM080"), ("11", "員工扣繳憑單查詢", "HPM110")]
SITES = [("TPE", "總院區"), ("PHU", "北護分院"), ("KSN", "金山分院"), ("HSC", "新竹分院"), ("YLN", "雲林分院")]


def wide(s: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in s)


def lead(label: str, width: int = 30) -> str:
    """The dots between a prompt and its field."""
    gap = width - wide(label)
    return " " + escape(label) + (" " + ". " * (gap // 2) if gap > 1 else " ") + ": "


def inp(pos: str, size: int, value: str = "", kind: str = "text", more: str = "") -> str:
    return f'<input type="{kind}" name="{pos}" size="{size}" maxlength="{size}" value="{escape(value)}" class="HF" {more}>'


def key(aid: str, text: str) -> str:
    return f'<button type="submit" name="AID" value="{aid}" class="PF">{text}</button>'


class TheSite(Site):
    title = "Green-screen web gateway, AS/400 style"

    def __init__(self) -> None:
        super().__init__()
        self.jobs: dict[str, dict] = {}
        self.acc: dict[str, dict] = {}
        self.dom: dict[str, str] = {}
        self.mail_pic = ""

    def screen(self, pgm: str, title: str, lines: list[str], keys: str, msg: str = "", hidden: dict[str, str] | None = None, action: str = "/gw/5250", sysname: str = "NTUHAS1") -> Response:
        hid = "".join(f'<input type="hidden" name="{k}" value="{v}">' for k, v in (hidden or {}).items())
        body = "\n".join(lines)
        return Response(f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{pgm} - {title}</title>
<style>body{{background:#000;color:#0f0}} pre{{font-family:MingLiU,monospace;font-size:16px}} .HF{{background:#012;color:#0f0;border:0;border-bottom:1px solid #0f0}} .W{{color:#fff}} .R{{color:#f44}} .PF{{background:#333;color:#0ff}}</style></head>
<body><form name="HATSForm" method="post" action="{action}" autocomplete="off">{hid}
<pre> {pgm:<10}          <span class="W">{title}</span>                {sysname}
 QINTER              {time.strftime('%y/%m/%d  %H:%M:%S')}
------------------------------------------------------------------------------
{body}

<span class="R" id="line24"> {msg}</span>
</pre>
<table class="keypad" cellpadding="1"><tr><td>{keys}</td></tr></table></form></body></html>""")

    # ------------------------------------------------------------------ interactive jobs
    def job(self, r: Request) -> dict | None:
        return self.jobs.get(r.get("S"))

    @staticmethod
    def seq(j: dict) -> dict[str, str]:
        j["seq"] = str(int(j.get("seq", "1000")) + secrets.randbelow(50) + 1)
        return {"S": j["S"], "SEQ": j["seq"], "CARETPOS": "0"}

    def lost(self) -> Response:
        return self.screen("CPF1275", "連線狀態", ["", f"  工作階段已結束或畫面已過期 SESSION ENDED　<a href=\"{self.urls['portal']}/\">重新連線</a>"], "", "CPF5140 Session stopped by a request from device.")

    def signon(self, j: dict, msg: str = "", emp: str = "") -> Response:
        j["word"] = self.truth.new_captcha()
        opts = "".join(f'<option value="{k}">{k} {n}</option>' for k, n in SITES)
        return self.screen("SIGNON", "醫療資訊系統　簽到畫面", ["", " 台大 健康守護, 醫界典範          NATIONAL TAIWAN UNIVERSITY HOSPITAL", "",
                           lead("院區 SITE") + f'<select name="R07C35" class="HF">{opts}</select>', lead("帳號 USER") + inp("R08C35", 6, emp), lead("密碼 PASSWORD") + inp("R09C35", 32, kind="password"),
                           lead("驗證碼 CODE") + inp("R10C35", 6) + "  (不用區分大小寫)", " " * 34 + f'<img src="/gw/img?S={j["S"]}&n={secrets.randbelow(9999)}" alt="">', "",
                           lead("選單 MENU") + '<select name="R13C35" class="HF"><option value="M">醫療相關選單</option><option value="A">行政系統選單</option></select>'],
                           key("ENTER", "Enter=簽到 SIGNON") + key("PF5", "F5=更換圖片") + key("PF12", "F12=清除"), msg, self.seq(j))

    def menu(self, j: dict, msg: str = "") -> Response:
        j["scr"] = "MENU"
        rows = [f"   {n}. <a href=\"/gw/run?S={j['S']}&amp;PGM={p}\">{t}</a>{'.' * (36 - wide(t))} {p}" for n, t, p in MENU]
        return self.screen("HPM000", "個人管理　功能選單", [f" 使用者 {escape(self.truth.person.name)} 您好!   待簽 0 未核准 0 被駁回 0", "", *rows, "", lead("選項 OPTION ===>", 20) + inp("R20C20", 2)],
                           key("ENTER", "Enter=執行") + key("PF24", "F24=登出系統 SIGNOFF"), msg, self.seq(j))

    def off(self, j: dict) -> Response:
        self.jobs.pop(j["S"], None)
        self.truth.sessions.discard("portal:" + j["S"])
        self.truth.counts["sign_out_portal"] += 1
        return self.screen("SIGNOFF", "簽退", ["", f"  CPF1164 工作 {secrets.randbelow(899999) + 100000}/QUSER 已正常結束 JOB COMPLETED", f"  <a href=\"{self.urls['portal']}/\">回簽到畫面</a>"], "")

    def portal(self, r: Request) -> Response:
        t, p = self.truth, self.truth.person
        if r.path == "/":
            s = secrets.token_hex(9).upper()
            self.jobs[s] = {"S": s, "scr": "SIGNON"}
            return redirect(f"/gw/5250?S={s}")
        j = self.job(r)
        if r.path == "/gw/img":
            return Response(picture((j or {}).get("word") or "-", "GIF"), kind="image/gif")
        if r.method == "POST" and j and j["scr"] == "SIGNON":
            self.takes(r, R07C35="campus", R08C35="employee_id", R09C35="portal_password", R10C35="captcha")
        elif r.method == "POST":
            self.takes(r)
        if j is None:
            return self.lost()
        if j["scr"] == "SIGNON":
            if r.method != "POST":
                return self.signon(j)
            if r.get("SEQ") != j.get("seq"):
                return self.lost()
            if r.get("AID") != "ENTER":
                return self.signon(j, "", r.get("R08C35") if r.get("AID") == "PF5" else "")
            word, j["word"] = j.get("word", ""), ""
            msg = ""
            if not word or word != t.captcha or r.get("R10C35").strip().upper() != word:
                msg = "SGN0031 圖形驗證碼輸入不符 CODE NOT MATCHED"
            elif r.get("R07C35") not in dict(SITES) or r.get("R07C35") != "TPE" or r.get("R08C35").strip() != p.employee_id:
                msg = "CPF1120 使用者不存在於此院區 USER NOT FOUND"
            elif r.get("R09C35") != t.portal_password:
                msg = "CPF1107 密碼不正確 PASSWORD NOT CORRECT FOR USER PROFILE"
            if msg:
                t.counts["sign_in_refused"] += 1
                return self.signon(j, msg, r.get("R08C35"))
            del self.jobs[j["S"]]
            j = {"S": secrets.token_hex(9).upper(), "scr": "DSPMSG"}
            self.jobs[j["S"]] = j
            t.sessions.add("portal:" + j["S"])
            t.counts["sign_in"] += 1
            return self.screen("DSPMSG", "顯示訊息 DISPLAY MESSAGES", [" 佇列 QUEUE . . : " + p.employee_id, "", "  來自 . . QSYSOPR    今日 23:00-24:00 進行例行備份作業，屆時請先簽退。", "  來自 . . QSECOFR    請勿將密碼告知他人。"],
                               key("ENTER", "Enter=繼續") + key("PF24", "F24=登出系統 SIGNOFF"), "", self.seq(j))
        if r.path == "/gw/run":
            pgm = r.query.get("PGM", "")
            return self.launch(j, pgm)
        if r.method != "POST":
            return self.menu(j)
        if r.get("SEQ") != j.get("seq"):
            return self.menu(j, "CPF5009 畫面已過期，請重新選擇 SCREEN OUT OF DATE")
        if r.get("AID") == "PF24":
            return self.off(j)
        if j["scr"] == "MENU" and r.get("R20C20").strip():
            hit = [pgm for n, _, pgm in MENU if int(n) == int("0" + re.sub(r"\D", "", r.get("R20C20")))]
            return self.launch(j, hit[0] if hit else "")
        return self.menu(j)

    def launch(self, j: dict, pgm: str) -> Response:
        if pgm in ("HPM010", "HPM060"):
            return redirect(f"{self.urls['inner']}/ihis/5250?S={j['S']}&PGM={pgm}")
        return self.menu(j, "CPD0043 無此選項或未經授權 NOT AUTHORIZED")

    # ------------------------------------------------------------------ the second machine
    def inner(self, r: Request) -> Response:
        t, p, j = self.truth, self.truth.person, self.job(r)
        pgm = r.get("PGM")
        if r.method == "POST":
            if pgm == "HPM010":
                self.takes(r, R06C40="old_password", R07C40="new_password", R08C40="new_password_again")
            else:
                self.takes(r, R13C25="mobile_phone")
        if j is None or j["scr"] == "SIGNON" or pgm not in ("HPM010", "HPM060"):
            return self.lost()
        aid, msg = r.get("AID"), ""
        if r.method == "POST":
            if r.get("SEQ") != j.get("seq"):
                aid, msg = "", "CPF5009 畫面已過期，請重新輸入 SCREEN OUT OF DATE"
            if aid == "PF24":
                return self.off(j)
            if aid == "PF3":
                return redirect(f"{self.urls['portal']}/gw/5250?S={j['S']}")
        keys = key("PF3", "F3=回功能選單") + key("PF24", "F24=登出系統")
        if pgm == "HPM010":
            if aid in ("PF10", "ENTER"):
                old, new = r.get("R06C40"), r.get("R07C40")
                if old != t.portal_password:
                    msg = "CPF22E2 舊密碼錯誤 OLD PASSWORD NOT CORRECT"
                elif len(new) < 8:
                    msg = "CPF22C2 新密碼長度不足8碼 TOO SHORT"
                elif not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                    msg = "CPF22D0 新密碼須含英文及數字 MUST CONTAIN LETTER AND DIGIT"
                elif new != r.get("R08C40"):
                    msg = "CPD2394 兩次輸入之新密碼不同 NOT SAME"
                elif new == old:
                    msg = "CPF22C5 新舊密碼相同 SAME AS CURRENT"
                if msg:
                    t.counts["password_refused"] += 1
                else:
                    t.portal_password = new
                    t.counts["password_changed"] += 1
                    return self.screen("HPM019", "更改密碼", ["", "", "      密碼異動作業完成", "      USER PROFILE " + p.employee_id + " CHANGED", "", "      下次簽到請使用新密碼。"], keys,
                                       "PWD0000 正常結束 COMPLETED NORMALLY", {**self.seq(j), "PGM": pgm}, "/ihis/5250", "NTUHAS2")
            return self.screen("HPM010", "更改密碼", ["", lead("請輸入舊密碼", 34) + inp("R06C40", 20, kind="password"), lead("請輸入新密碼", 34) + inp("R07C40", 20, kind="password"),
                               lead("請再輸入新密碼", 34) + inp("R08C40", 20, kind="password"), lead("密碼強度檢核", 34) + "****", "", " 密碼設定條件:", "   1.密碼長度不可少於8個字元", "   2.密碼內容需包含英文及數字"],
                               key("PF10", "F10=更改密碼 CHANGE") + keys, msg, {**self.seq(j), "PGM": pgm}, "/ihis/5250", "NTUHAS2")
        pos = {"R08C25": "english_surname", "R09C25": "english_given", "R10C25": "english_middle", "R11C25": "office_phone", "R12C25": "home_phone", "R13C25": "mobile_phone"}
        vals = {k: t.saved_contact.get(m, getattr(p, m)) for k, m in pos.items()}
        if aid in ("PF10", "ENTER"):
            vals = {k: r.get(k).strip() for k in pos}
            if any(not r.has(k) for k in pos) or not vals["R08C25"]:
                msg = "HPM0602 英文姓不可空白 REQUIRED"
            elif not re.fullmatch(r"09\d{8}", vals["R13C25"]):
                msg = "HPM0604 行動電話須為10碼數字 INVALID VALUE"
            else:
                t.saved_contact = {m: vals[k] for k, m in pos.items()}
                t.counts["contact_saved"] += 1
                msg = "HPM0600 記錄已更新 1 RECORD UPDATED"
        b = {k: inp(k, 24 if k < "R11" else 12, vals[k]) for k in pos}
        return self.screen("HPM060", "台大醫院---維護個人連絡資料", [f" 員工編號: {p.employee_id}          姓名: {escape(p.name)}", "", lead("英文姓", 20) + b["R08C25"] + " ex:Chen(陳)", lead("英文首名", 20) + b["R09C25"] + " ex: Yi-Fen(怡芬)",
                           lead("英文中名", 20) + b["R10C25"] + " ex:Mary 為英文別名，如無，可不填", lead("辦公室電話", 20) + b["R11C25"] + " ex:61234或23123456", lead("住宅電話", 20) + b["R12C25"] + " ex:0223123456",
                           lead("行動電話", 20) + b["R13C25"] + " ex:0952000000", " " * 22 + "(如離職或更換門號，請記得調整此欄位)"], key("PF10", "F10=異動儲存") + key("PF5", "F5=重新讀取") + keys, msg, {**self.seq(j), "PGM": pgm}, "/ihis/5250", "NTUHAS2")

    # ------------------------------------------------------------------ subsystem NETACC
    def nta(self, a: dict, pgm: str, title: str, lines: list[str], keys: str, msg: str = "") -> Response:
        a["scr"], a["seq"] = pgm, secrets.token_hex(3).upper()
        return self.screen(pgm, title, lines, keys, msg, {"JOBNO": a["no"], "SEQ": a["seq"]}, "/netacc", "NETACC")

    def proof(self, a: dict, msg: str = "") -> Response:
        title = "啟用網路帳號及首次雲端帳號密碼設定" if a["goal"] == "NTA010" else "重置雲端服務密碼"
        return self.nta(a, "NTA005", title, [" 注意事項", "  - 電子郵件別名第一次設定之後則不能修改，請慎重選擇。", "  - 按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。", "  - 請輸入帳號與簡訊動態碼後按「下一步」。", "",
                        lead("網路帳號 / 主職員工編號", 34) + inp("R12C38", 6, a.get("emp", "")), lead("簡訊(或MOTP)動態碼", 34) + inp("R13C38", 6)],
                        key("PF9", "F9=發送簡訊動態碼") + key("ENTER", "Enter=下一步") + key("PF3", "F3=離開 EXIT"), msg)

    def window(self, a: dict, msg: str = "") -> Response:
        return self.nta(a, "NTA006W", "簡訊動態碼 SMS", [lead("網路帳號 / 主職員工編號", 34) + f'<span class="W">{a["emp"]}</span>', "", "       ................................................", "       :                                              :",
                        "       :  請輸入帳號登記的手機門號(10碼)", "       :", "       :  ===> " + inp("W04C10", 10), "       :                                              :", "       :..............................................:"],
                        key("PF10", "F10=確定發送") + key("PF12", "F12=取消"), msg)

    def setup(self, a: dict, msg: str = "", alias: str = "") -> Response:
        t, p = self.truth, self.truth.person
        facts = [lead("網路帳號 / 主職員工編號", 34) + p.employee_id, lead("帳號姓名", 34) + escape(p.name), lead("主職單位", 34) + p.unit, lead("有效期限", 34) + p.valid_until]
        if t.alias:
            return self.nta(a, "NTA011", "設定密碼與郵件別名", [*facts, lead("雲端服務帳號 (電子郵件名稱)", 34) + escape(t.alias) + "@ntuh.gov.tw", lead("狀態 STATUS", 34) + "*ENABLED 已啟用"], key("PF3", "F3=離開 EXIT"), msg)
        return self.nta(a, "NTA010", "設定密碼與郵件別名", [" 雲端服務帳號說明: 1. 雲端服務帳號為跨體系使用。 2. 服務於設定完成隔日生效。", "", *facts, "",
                        lead("雲端服務帳號 (電子郵件名稱)", 34) + f'<input type="text" name="R11C38" size="24" maxlength="64" value="{escape(alias)}" class="HF">' + "@ntuh.gov.tw", " " * 36 + "名稱長度限64字元內",
                        lead("雲端服務密碼 PASSWORD", 34) + inp("R13C38", 20, kind="password") + " 8碼以上英數混合", lead("密碼確認 VERIFY", 34) + inp("R14C38", 20, kind="password"), "",
                        lead("確認執行 CONFIRM (Y/N)", 34) + inp("R16C38", 1, "Y")], key("PF12", "F12=取消啟用") + key("PF10", "F10=啟用雲端服務") + " 服務於設定完成隔日生效", msg)

    def reset(self, a: dict, msg: str = "") -> Response:
        return self.nta(a, "NTA020", "重置雲端服務密碼", ["", lead("新密碼 NEW PASSWORD", 34) + inp("R06C38", 20, kind="password") + " 8碼以上英數混合", lead("新密碼確認 VERIFY", 34) + inp("R07C38", 20, kind="password")],
                        key("PF10", "F10=確定重置") + key("PF3", "F3=離開 EXIT"), msg)

    def account(self, r: Request) -> Response:
        t, p, a = self.truth, self.truth.person, self.acc.get(r.get("JOBNO"))
        scr, aid = (a or {}).get("scr", ""), r.get("AID")
        if r.method == "POST":
            self.takes(r, **{"NTA005": {"R12C38": "employee_id", "R13C38": "code"}, "NTA006W": {"W04C10": "registered_phone"}, "NTA010": {"R11C38": "alias", "R13C38": "cloud_password", "R14C38": "cloud_password_again", "R16C38": "consent"},
                             "NTA020": {"R06C38": "cloud_password", "R07C38": "cloud_password_again"}}.get(scr, {}))
        if r.path == "/":
            no = str(secrets.randbelow(899999) + 100000)
            self.acc[no] = {"no": no, "goal": ""}
            return self.screen("NTA000", "網路帳號服務", [" 說明: 以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼", "", " 《規範》", "  網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用", "  - 請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。",
                               "  - 請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。", "", " 《常見問題與服務》", "  密碼修改後多久可以生效 . . 即時生效", "  忘記密碼 . . . . . . . . . 請選用「重置雲端服務密碼」", "",
                               f'  1. <a href="/netacc?JOBNO={no}&amp;CALL=NTA010">啟用網路帳號及首次雲端帳號密碼設定</a>    NTA010', f'  2. <a href="/netacc?JOBNO={no}&amp;CALL=NTA020">重置雲端服務密碼</a>                      NTA020',
                               f'  3. <a href="/netacc?JOBNO={no}&amp;CALL=NTA030">總院廠商VPN展延申請</a>                   NTA030'], "", "", None, "/netacc", "NETACC")
        if a is None or r.path != "/netacc":
            return self.screen("CPF1275", "連線狀態", ["", '  工作已結束 JOB ENDED　<a href="/">重新開始</a>'], "", "", None, "/netacc", "NETACC")
        if r.method != "POST":
            if r.query.get("CALL") not in ("NTA010", "NTA020"):
                return self.screen("NTA030", "總院廠商VPN展延申請", ["", '  請洽資訊室 261120　<a href="/">返回</a>'], "", "", None, "/netacc", "NETACC")
            a.update(goal=r.query["CALL"], emp="")
            return self.proof(a)
        if r.get("SEQ") != a.get("seq"):
            return self.proof(a, "CPF5009 畫面已過期，請重新輸入 SCREEN OUT OF DATE")
        if scr == "NTA005":
            a["emp"] = r.get("R12C38").strip()
            if aid == "PF3":
                return redirect("/")
            if aid == "PF9":
                return self.window(a) if a["emp"] == p.employee_id else self.proof(a, "NTA0011 員工編號不存在 ID NOT FOUND")
            code = a.get("code")
            if not code or a["emp"] != p.employee_id or r.get("R13C38").strip() != code[0]:
                t.counts["code_refused"] += 1
                return self.proof(a, "NTA0021 動態碼不符 CODE NOT VALID")
            if time.time() - code[1] > 120:
                t.counts["code_refused"] += 1
                return self.proof(a, "NTA0022 動態碼已逾時 CODE EXPIRED")
            del a["code"]
            a["ok"] = True
            t.counts["code_accepted"] += 1
            t.sessions.add("account:" + a["no"])
            if a["goal"] == "NTA020":
                return self.reset(a)
            return self.setup(a, "NTA0110 帳號前已啟用，僅供查詢 ALREADY ENABLED" if t.alias else "")
        if scr == "NTA006W":
            if aid == "PF12":
                return self.proof(a)
            if r.get("W04C10").strip() not in (p.mobile_phone, t.saved_contact.get("mobile_phone")):
                return self.window(a, "NTA0012 門號與登記資料不符 PHONE NOT MATCHED")
            a["code"] = (t.new_message(), time.time())
            return self.proof(a, "NTA0100 成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」 SENT")
        if not a.get("ok"):
            return redirect("/")
        if aid == "PF3" or (scr == "NTA010" and aid == "PF12"):
            self.acc.pop(a["no"])
            t.sessions.discard("account:" + a["no"])
            t.counts["sign_out_account"] += 1
            return redirect("/")
        one, two = (r.get("R13C38"), r.get("R14C38")) if scr == "NTA010" else (r.get("R06C38"), r.get("R07C38"))
        wrong = ("NTA0131 密碼須8碼以上英數混合 PASSWORD RULE" if len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search("[0-9]", one)
                 else "NTA0132 密碼確認不符 VERIFY NOT MATCHED" if one != two else "")
        if scr == "NTA020":
            if not t.alias or wrong:
                return self.reset(a, wrong if t.alias else "NTA0201 帳號尚未啟用 NOT ENABLED")
            t.cloud_password = one
            return self.nta(a, "NTA029", "重置雲端服務密碼", ["", "   密碼重置作業完成，即時生效。"], key("PF3", "F3=離開 EXIT"), "NTA0200 正常結束 COMPLETED NORMALLY")
        if scr != "NTA010":
            return self.setup(a)
        alias = r.get("R11C38").strip()
        if t.alias:
            return self.setup(a, "NTA0119 不可重複啟用 ALREADY ENABLED")
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{0,63}", alias):
            return self.setup(a, "NTA0121 電子郵件名稱含無效字元 INVALID CHARACTER", alias)
        if alias.lower() == "taken.name":
            return self.setup(a, "NTA0122 電子郵件名稱已有人使用 DUPLICATE KEY", alias)
        if wrong:
            return self.setup(a, wrong, alias)
        if r.get("R16C38").strip().upper() != "Y":
            return self.setup(a, "NTA0140 未確認執行 NOT CONFIRMED", alias)
        t.alias, t.cloud_password = alias, one
        t.counts["activated"] += 1
        return self.nta(a, "NTA019", "設定密碼與郵件別名", ["", f"   {escape(alias)}@ntuh.gov.tw", "", "   雲端服務建檔完畢 RECORD ADDED", "   隔日生效"], key("PF3", "F3=離開 EXIT") + key("ENTER", "Enter=檢視 DISPLAY"), "NTA0000 正常結束 COMPLETED NORMALLY")

    # ------------------------------------------------------------------ Domino
    def mail(self, r: Request) -> Response:
        t, who = self.truth, r.cookies.get("DomAuthSessId", "")
        if r.path == "/captcha.nsf/img":
            return Response(picture(self.mail_pic or "-", "JPEG", (96, 34)), kind="image/jpeg")
        if who in self.dom and r.path.startswith("/mail/"):
            if "Logout" in r.query:
                del self.dom[who]
                t.sessions.discard("mail:" + who)
                t.counts["sign_out_mail"] += 1
                return redirect("/names.nsf?Login", ("Set-Cookie", "DomAuthSessId=0; path=/; expires=Thu, 01-Jan-1970 00:00:00 GMT"))
            return Response(f"""<HTML><HEAD><TITLE>{escape(t.alias)} - 收件匣</TITLE></HEAD><BODY TEXT="000000" BGCOLOR="FFFFFF"><FORM ACTION="" NAME="_($Inbox)"><B>Inbox 收件匣</B> <A HREF="/mail/{escape(t.alias)}.nsf/Memo?OpenForm">新備忘錄</A>
<A HREF="/mail/{escape(t.alias)}.nsf?Logout&amp;RedirectTo=/names.nsf">登出 Logout</A><TABLE BORDER=0><TR><TH>寄件者<TH>日期<TH>主旨<TR><TD>資訊室<TD>01/01<TD>歡迎使用</TABLE></FORM></BODY></HTML>""")
        if r.path != "/names.nsf":
            return redirect("/names.nsf?Login")
        told = "請輸入您的帳號與密碼"
        if r.method == "POST":
            self.takes(r, Username="mail_account", Password="mail_password", Captcha="captcha")
            word, self.mail_pic = self.mail_pic, ""
            if not word or word != t.captcha or r.get("Captcha").strip() != word:
                told = "驗證碼無效，請依新圖片輸入"
            elif not t.alias or r.get("Username").strip().lower().removesuffix("@ntuh.gov.tw") != t.alias.lower() or r.get("Password") != t.cloud_password:
                told = "您提供的使用者名稱或密碼無效"
            else:
                who = secrets.token_hex(16).upper()
                self.dom[who] = t.alias
                t.sessions.add("mail:" + who)
                t.counts["mail_sign_in"] += 1
                return redirect(f"/mail/{t.alias}.nsf", ("Set-Cookie", f"DomAuthSessId={who}; path=/"))
        self.mail_pic = t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5)
        return Response(f"""<HTML><HEAD><TITLE>本院電子信系統</TITLE></HEAD><BODY onload="document.forms[0].Username.focus()"><FORM METHOD=post ACTION="/names.nsf?Login" NAME="_DominoForm"><INPUT TYPE=hidden NAME="%%ModDate" VALUE="{secrets.token_hex(8).upper()}">
<H2>{told}</H2><TABLE><TR><TD>帳號:</TD><TD><INPUT NAME="Username" VALUE="" MAXLENGTH=256></TD></TR><TR><TD>密碼:</TD><TD><INPUT NAME="Password" VALUE="" MAXLENGTH=256 TYPE=password></TD></TR>
<TR><TD>驗證碼(小寫字母或數字):</TD><TD><INPUT NAME="Captcha" VALUE="" SIZE=8> <IMG SRC="/captcha.nsf/img?OpenImage&amp;k={secrets.token_hex(3)}" ALIGN=middle></TD></TR>
<TR><TD></TD><TD><INPUT TYPE=checkbox NAME="Keep" VALUE="1">記住登入資訊 (公用電腦請勿勾選)</TD></TR></TABLE><INPUT TYPE=submit VALUE="登入"><INPUT TYPE=hidden NAME="RedirectTo" VALUE="/mail"></FORM>
<HR>公佈欄<P>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<P>※如無法登入，請先至下方網址變更密碼，謝謝：<A HREF="https://help.ntuh.gov.tw/">https://help.ntuh.gov.tw/</A></BODY></HTML>""")

"""An IntraWeb application as a Delphi developer would leave it: one SubmitForm, a track number, forms kept by the session."""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from truth import Request, Response, Site, picture, redirect

ABC = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

SCRIPT = """
var GSubmitting=false;
function SubmitClick(ACtrl,AParam){
  if(GSubmitting){return false;}
  GSubmitting=true;
  document.SubmitForm.IW_Action.value=ACtrl;
  document.SubmitForm.IW_ActionParam.value=AParam;
  document.SubmitForm.submit();
  return false;
}
function SubmitClickConfirm(ACtrl,AParam,AMsg){
  if(AMsg!='' && !window.confirm(AMsg)){return false;}
  return SubmitClick(ACtrl,AParam);
}
function IWEnter(e,ACtrl){ if((e||window.event).keyCode==13){ SubmitClick(ACtrl,''); return false;} return true; }
"""


def label(cid: str, x: int, y: int, text: str, css: str = "lblcss") -> str:
    return f'<span class="{css}" id="{cid}" style="position:absolute;left:{x}px;top:{y}px;white-space:nowrap">{text}</span>\n'


def edit(cid: str, x: int, y: int, w: int, value: str = "", kind: str = "text", limit: int = 0, more: str = "") -> str:
    most = f' maxlength="{limit}"' if limit else ""
    return (f'<input type="{kind}" name="{cid}" id="{cid}" size="{w // 8}" value="{escape(value)}"{most} class="edtcss" {more} '
            f'style="position:absolute;left:{x}px;top:{y}px;width:{w}px;height:21px">\n')


def button(cid: str, x: int, y: int, text: str, ask: str = "") -> str:
    act = f"return SubmitClickConfirm('{cid}','','{ask}');"
    return (f'<input type="button" id="{cid}" name="{cid}" value="{text}" class="btncss" onclick="{act}" '
            f'style="position:absolute;left:{x}px;top:{y}px;height:25px">\n')


def link(cid: str, x: int, y: int, text: str, param: str = "") -> str:
    return (f'<span style="position:absolute;left:{x}px;top:{y}px" id="{cid}_SPAN"><a id="{cid}" class="lnkcss" '
            f"href=\"javascript:SubmitClick('{cid}','{param}')\">{text}</a></span>\n")


class TheSite(Site):
    title = "delphi_intraweb_hospital"

    def __init__(self) -> None:
        super().__init__()
        self.apps: dict[str, dict[str, dict]] = {"HISPORTAL": {}, "HISPERSON": {}, "NETACC": {}}
        self.boxes: dict[str, bool] = {}

    # ---- the IntraWeb frame
    def fresh(self, app: str, form: str) -> tuple[str, dict]:
        sid = "".join(secrets.choice(ABC) for _ in range(26))
        self.apps[app][sid] = {"track": 1, "form": form, "msg": "", "cap": "", "user": ""}
        return sid, self.apps[app][sid]

    def show(self, app: str, sid: str, s: dict, caption: str, body: str, height: int = 460) -> Response:
        msg, s["msg"] = s["msg"], ""
        start = f'  window.setTimeout(function(){{ alert("{msg}"); }},10);\n' if msg else ""
        page = f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<meta name="GENERATOR" content="IntraWeb 14.2.8 Ultimate">
<title>{caption}</title>
<style type="text/css">
.lblcss{{font-family:細明體,Arial;font-size:10pt}} .hdr{{font-size:16pt;color:#003366;font-weight:bold}}
.edtcss{{border:1px solid #7F9DB9}} .btncss{{font-size:10pt}} .lnkcss{{font-size:10pt;color:#0000CC}}
</style>
<script type="text/javascript">{SCRIPT}
function FormDefaultSubmit(){{ return true; }}
function IWInitialize(){{
  GSubmitting=false;
{start}}}
</script></head>
<body bgcolor="#F0F4F8" onload="IWInitialize();">
<div id="LOCKER" style="display:none;position:absolute;left:0;top:0">Please wait… 處理中</div>
<form name="SubmitForm" id="SubmitForm" method="post" action="/{app}/{sid}/$/" onsubmit="return FormDefaultSubmit();" autocomplete="off">
<input type="hidden" name="IW_FormName" value="{s['form']}"><input type="hidden" name="IW_FormClass" value="T{s['form']}">
<input type="hidden" name="IW_Action" value=""><input type="hidden" name="IW_ActionParam" value="">
<input type="hidden" name="IW_width" value="1024"><input type="hidden" name="IW_height" value="700">
<input type="hidden" name="IW_SessionID_" value="{sid}"><input type="hidden" name="IW_TrackID_" value="{s['track']}">
<div id="IWRECT0" style="position:relative;width:980px;height:{height}px">
{label('IWLBLCAP', 12, 8, caption, 'lblcss hdr')}{body}</div>
</form></body></html>"""
        return Response(page, headers=[("Cache-Control", "no-store"), ("Set-Cookie", f"IW_CookieCheck_{app}=1; path=/")])

    def enter(self, q: Request, app: str, form: str) -> tuple[str, dict] | Response:
        hit = re.match(rf"/{app}/([A-Z0-9]{{26}})/\$/(.*)$", q.path)
        if not hit or hit[1] not in self.apps[app]:
            if hit:
                return Response('<html><body><h3>Session expired</h3>您的連線已逾時，請<a href="/">重新開始</a>。</body></html>')
            sid, _ = self.fresh(app, form)
            return redirect(f"/{app}/{sid}/$/")
        s = self.apps[app][hit[1]]
        if hit[2].startswith("cache/"):
            return Response(picture(s["cap"] or "------", "JPEG"), kind="image/jpeg", headers=[("Cache-Control", "no-store")])
        return hit[1], s

    def in_step(self, q: Request, sid: str, s: dict) -> bool:
        good = q.get("IW_TrackID_") == str(s["track"]) and q.get("IW_SessionID_") == sid and q.get("IW_FormName") == s["form"]
        if good:
            s["track"] += 1
        else:
            s["msg"] = "此頁面已不是最新狀態（Synchronization Error），請由目前畫面重新操作。"
        return good

    # ---- portal
    def portal(self, q: Request) -> Response:
        got = self.enter(q, "HISPORTAL", "IWFORMLOGIN")
        if isinstance(got, Response):
            return got
        sid, s = got
        if q.method == "POST":
            self.takes(q, IWCBX2="campus", IWEDIT3="employee_id", IWEDIT5="portal_password", IWEDIT9="captcha")
            if self.in_step(q, sid, s):
                away = self.portal_act(q, sid, s)
                if away:
                    return away
        return self.portal_form(sid, s)

    def portal_act(self, q: Request, sid: str, s: dict) -> Response | None:
        t, act = self.truth, q.get("IW_Action")
        if s["form"] == "IWFORMLOGIN":
            if act == "IWBTN7":
                want, t.captcha = t.captcha, ""
                typed = q.get("IWEDIT9").strip().upper()
                if q.get("IWCBX2") not in set("012345"):
                    s["msg"] = "請選擇院區"
                elif not want or s["cap"] != want or typed != want:
                    s["msg"] = "驗證碼輸入不符，請依新圖重新輸入！"
                    t.counts["sign_in_refused"] += 1
                elif q.get("IWEDIT3") != t.person.employee_id or q.get("IWEDIT5") != t.portal_password:
                    s["msg"] = "查無此帳號或密碼不正確！"
                    t.counts["sign_in_refused"] += 1
                else:
                    s.update(form="IWFORMNEWS", user=t.person.employee_id)
                    t.sessions.add("portal:" + sid)
                    t.counts["sign_in"] += 1
            elif act == "IWBTN12":
                s["msg"] = "請先登入後再查詢分機"
        elif s["form"] == "IWFORMNEWS" and act == "IWBTN31":
            s["form"] = "IWFORMMAIN"
        elif s["form"] == "IWFORMMAIN":
            if act == "IWLNK_EXIT":
                t.sessions.discard("portal:" + sid)
                t.counts["sign_out_portal"] += 1
                del self.apps["HISPORTAL"][sid]
                return redirect("/")
            if act == "IWMNU4" and q.get("IW_ActionParam") in ("801", "806"):
                form = "TfrmChgPwd" if q.get("IW_ActionParam") == "801" else "TfrmContact"
                return redirect(f"{self.urls['inner']}/HISPERSON/$/?SESSION={sid}&FORM={form}")
            s["msg"] = "您沒有執行此功能的權限"
        return None

    def portal_form(self, sid: str, s: dict) -> Response:
        t, f = self.truth, s["form"]
        if f == "IWFORMLOGIN":
            s["cap"] = t.new_captcha()
            places = "".join(f'<option value="{i}">{n}</option>' for i, n in enumerate(["總院區", "北護分院", "金山分院", "新竹分院", "竹東分院", "雲林分院"]))
            kinds = "".join(f'<input type="radio" name="IWRGP1" value="{i}"{" checked" if not i else ""}>{n}<br>' for i, n in enumerate(["醫療相關選單", "行政系統選單", "門診系統"]))
            body = (label("IWLBL88", 640, 14, "分機查詢") + edit("IWEDIT11", 700, 12, 120) + button("IWBTN12", 830, 10, "查詢")
                    + label("IWLBL1", 60, 70, "院　區") + f'<select name="IWCBX2" id="IWCBX2" style="position:absolute;left:140px;top:68px;width:150px">{places}</select>\n'
                    + label("IWLBL4", 60, 104, "帳　號") + edit("IWEDIT3", 140, 102, 150, limit=6)
                    + label("IWLBL6", 60, 138, "密　碼") + edit("IWEDIT5", 140, 136, 150, kind="password", limit=20)
                    + label("IWLBL10", 60, 172, "驗證碼") + edit("IWEDIT9", 140, 170, 90, limit=6, more="onkeydown=\"return IWEnter(event,'IWBTN7');\"")
                    + label("IWLBL13", 240, 172, "(不用區分大小寫)")
                    + f'<img id="IWIMG8" alt="" src="/HISPORTAL/{sid}/$/cache/IMG{s["track"]}.jpg" style="position:absolute;left:140px;top:200px;width:120px;height:36px">\n'
                    + button("IWBTN14", 280, 204, "換一張圖")
                    + f'<span id="IWRGP1" style="position:absolute;left:140px;top:244px">{kinds}</span>\n'
                    + button("IWBTN7", 140, 320, "登入 Login") + label("IWLBL15", 60, 370, "如無法登入，請撥資訊室分機261120"))
            return self.show("HISPORTAL", sid, s, "醫療資訊系統 National Taiwan University Hospital", body)
        if f == "IWFORMNEWS":
            body = (label("IWLBL30", 60, 70, "【公告】各單位請於本月底前完成資訊安全線上課程。") + label("IWLBL32", 60, 100, "閱讀完畢請按下方按鈕繼續。")
                    + button("IWBTN31", 60, 140, "我知道了"))
            return self.show("HISPORTAL", sid, s, "系統公告", body, 220)
        names = [(801, "更改密碼"), (802, "個人簽章提醒設定"), (803, "薪資所得免稅額申報表"), (804, "員工待遇福利查詢"), (805, "查詢員工連絡資料"),
                 (806, "維護個人連絡資料"), (807, "個人就醫紀錄查詢"), (808, "個人追蹤名單"), (809, "使用網路之設備登錄系統")]
        tops = "".join(label(f"IWLBL5{i}", 20 + 110 * i, 50, n + " ▾") for i, n in enumerate(["醫療系統", "醫療支援", "數位學習", "資訊安全", "行政系統", "個人管理"]))
        body = (tops + label("IWLBL60", 20, 80, f"您好! {t.person.name}　總院差勤待簽 0 未核准 0 被駁回 0") + link("IWLNK_EXIT", 860, 14, "登出系統")
                + "".join(link("IWMNU4", 570, 80 + 26 * i, n, str(c)) for i, (c, n) in enumerate(names))
                + label("IWLBL61", 20, 120, "全院公告 2") + label("IWLBL62", 20, 145, "2019/10/21 請全院同仁填報薪資申報表"))
        return self.show("HISPORTAL", sid, s, "功能選單", body)

    # ---- inner pages
    def inner(self, q: Request) -> Response:
        t = self.truth
        if q.path == "/HISPERSON/$/":
            form = {"TfrmChgPwd": "IWFORMPWD", "TfrmContact": "IWFORMCON"}.get(q.query.get("FORM", ""))
            owner = q.query.get("SESSION", "")
            if not form or "portal:" + owner not in t.sessions:
                return Response(f'<html><body>尚未登入或連線逾時，<a href="{self.urls["portal"]}/">請重新登入</a></body></html>')
            sid, s = self.fresh("HISPERSON", form)
            s["owner"] = owner
            return redirect(f"/HISPERSON/{sid}/$/")
        got = self.enter(q, "HISPERSON", "IWFORMNONE")
        if isinstance(got, Response):
            return got
        sid, s = got
        owner = s.get("owner", "")
        if q.method == "POST":
            self.takes(q, IWEDIT21="old_password", IWEDIT22="new_password", IWEDIT2A="new_password_again", EDTMOBILE7="mobile_phone")
        if "portal:" + owner not in t.sessions:
            return Response(f'<html><body>尚未登入或連線逾時，<a href="{self.urls["portal"]}/">請重新登入</a></body></html>')
        if q.method == "POST" and self.in_step(q, sid, s):
            act = q.get("IW_Action")
            if act == "IWLNK_BACK":
                return redirect(f"{self.urls['portal']}/HISPORTAL/{owner}/$/")
            if act == "IWLNK_EXIT":
                t.sessions.discard("portal:" + owner)
                t.counts["sign_out_portal"] += 1
                self.apps["HISPORTAL"].pop(owner, None)
                return redirect(self.urls["portal"] + "/")
            if act == "IWBTN23" and s["form"] == "IWFORMPWD":
                self.change(q, s)
            if act == "IWBTN77" and s["form"] == "IWFORMCON":
                self.keep(q, s)
        away = link("IWLNK_BACK", 60, 300, "回功能選單") + link("IWLNK_EXIT", 180, 300, "登出系統")
        if s["form"] == "IWFORMPWD":
            done = s.pop("done", "")
            body = (label("IWLBL20", 60, 60, done and f"<font color=green>{done}</font>")
                    + label("IWLBL24", 60, 90, "請輸入舊密碼：") + edit("IWEDIT21", 200, 88, 160, kind="password", limit=20)
                    + label("IWLBL25", 60, 124, "請輸入新密碼：") + edit("IWEDIT22", 200, 122, 160, kind="password", limit=20)
                    + label("IWLBL26", 60, 158, "請再輸入新密碼：") + edit("IWEDIT2A", 200, 156, 160, kind="password", limit=20)
                    + label("IWLBL27", 60, 190, "密碼強度檢核：") + label("IWLBL28", 200, 190, "－")
                    + label("IWLBL29", 60, 214, "密碼設定條件：1.密碼長度不可少於8個字元　2.密碼內容需包含英文及數字")
                    + button("IWBTN23", 200, 250, "確定變更") + button("IWBTN2C", 290, 250, "清除") + away)
            return self.show("HISPERSON", sid, s, "更改密碼", body)
        p, kept = t.person, t.saved_contact
        now = {k: kept.get(k, getattr(p, k)) for k in ("english_surname", "english_given", "english_middle", "office_phone", "home_phone", "mobile_phone")}
        body = (button("IWBTN77", 60, 50, "異動儲存", "確定要儲存嗎？") + label("IWLBL70", 160, 54, s.pop("done", ""))
                + label("IWLBL71", 60, 90, f"員工編號：{p.employee_id}") + label("IWLBL72", 300, 90, f"姓名：{p.name}")
                + label("IWLBL73", 60, 120, "英文姓：") + edit("EDTENG1", 150, 118, 130, now["english_surname"], limit=20) + label("IWLBL7A", 290, 120, "ex:Chen(陳)")
                + label("IWLBL74", 60, 150, "英文首名：") + edit("EDTENG2", 150, 148, 130, now["english_given"], limit=30) + label("IWLBL7B", 290, 150, "ex: Yi-Fen(怡芬) (說明)")
                + label("IWLBL75", 60, 180, "英文中名：") + edit("EDTENG3", 150, 178, 130, now["english_middle"], limit=30) + label("IWLBL7C", 290, 180, "ex:Mary 為英文別名，如無，可不填")
                + label("IWLBL76", 60, 210, "辦公室電話：") + edit("EDTTEL4", 150, 208, 110, now["office_phone"], limit=10) + label("IWLBL7D", 270, 210, "ex:61234或23123456")
                + label("IWLBL78", 430, 210, "住宅電話：") + edit("EDTTEL5", 510, 208, 110, now["home_phone"], limit=12) + label("IWLBL7E", 630, 210, "ex:0223123456")
                + label("IWLBL79", 60, 240, "行動電話：") + edit("EDTMOBILE7", 150, 238, 110, now["mobile_phone"], limit=10)
                + label("IWLBL7F", 270, 240, "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")
                + f'<input type="hidden" name="EDTMOBILE7_DATA" value="{escape(now["mobile_phone"])}">\n' + away)
        return self.show("HISPERSON", sid, s, "台大醫院---維護個人連絡資料", body)

    def change(self, q: Request, s: dict) -> None:
        t, new = self.truth, q.get("IWEDIT22")
        why = ""
        if q.get("IWEDIT21") != t.portal_password:
            why = "舊密碼不正確，未變更"
        elif new != q.get("IWEDIT2A"):
            why = "兩次輸入的新密碼不同，未變更"
        elif not 8 <= len(new) <= 20 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
            why = "新密碼不符合密碼設定條件，未變更"
        elif new == t.portal_password:
            why = "新密碼不可與舊密碼相同"
        s["msg"] = why or "密碼變更完成，下次登入請使用新密碼。"
        t.counts["password_refused" if why else "password_changed"] += 1
        if not why:
            t.portal_password, s["done"] = new, "密碼變更完成"

    def keep(self, q: Request, s: dict) -> None:
        names = dict(english_surname="EDTENG1", english_given="EDTENG2", english_middle="EDTENG3", office_phone="EDTTEL4", home_phone="EDTTEL5", mobile_phone="EDTMOBILE7")
        got = {k: q.get(n).strip() for k, n in names.items()}
        if not all(q.has(n) for n in names.values()) or not re.fullmatch(r"09\d{8}", got["mobile_phone"]):
            s["msg"] = "行動電話格式有誤，請輸入10碼數字，資料未儲存"
        elif not re.fullmatch(r"[A-Za-z' -]{1,20}", got["english_surname"]) or len(got["english_given"]) > 30:
            s["msg"] = "英文姓名只能輸入英文字母，資料未儲存"
        else:
            self.truth.saved_contact = got
            self.truth.counts["contact_saved"] += 1
            s["done"] = "<font color=blue>資料異動完成</font>"

    # ---- account site
    def account(self, q: Request) -> Response:
        got = self.enter(q, "NETACC", "IWFORMRULE")
        if isinstance(got, Response):
            return got
        sid, s = got
        if q.method == "POST":
            self.takes(q, IWEDIT2="employee_id", IWEDIT4="code", IWEDITB="registered_phone", IWEDTMAIL="alias", IWEDTPW1="cloud_password", IWEDTPW2="cloud_password_again")
            if self.in_step(q, sid, s):
                self.account_act(q, sid, s)
        return self.account_form(sid, s)

    def account_act(self, q: Request, sid: str, s: dict) -> None:
        t, act, f = self.truth, q.get("IW_Action"), s["form"]
        pair = (q.get("IWEDTPW1"), q.get("IWEDTPW2"))
        weak = len(pair[0]) < 8 or not re.search("[A-Za-z]", pair[0]) or not re.search(r"\d", pair[0])
        if f == "IWFORMRULE" and act in ("IWBTNA1", "IWBTNA2"):
            s.update(form="IWFORMSMS", goal=act, panel=False, id="", code="", at=0.0)
        elif f == "IWFORMRULE":
            s["msg"] = "此功能目前未開放"
        elif f == "IWFORMSMS":
            s["id"] = q.get("IWEDIT2").strip()
            if act == "IWBTN3":
                s["panel"] = s["id"] == t.person.employee_id
                s["msg"] = "" if s["panel"] else "查無此網路帳號"
            elif act == "IWBTNC" and s["panel"]:
                if s["id"] == t.person.employee_id and q.get("IWEDITB").strip() == t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                    s.update(code=t.new_message(), at=time.time(), panel=False)
                    s["msg"] = "動態碼簡訊發送成功\\n成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"
                    s["sent"] = True
                else:
                    s["msg"] = "門號與登記資料不符，簡訊未發送"
            elif act == "IWBTND":
                s["panel"] = False
            elif act == "IWBTN5":
                fit = s["code"] and q.get("IWEDIT4").strip() == s["code"] and s["id"] == t.person.employee_id
                if fit and time.time() - s["at"] <= 120:
                    t.sessions.add("account:" + sid)
                    t.counts["code_accepted"] += 1
                    s.update(code="", form="IWFORMRESET" if s["goal"] == "IWBTNA2" else "IWFORMSET" if not t.alias else "IWFORMOLD")
                else:
                    t.counts["code_refused"] += 1
                    s["msg"] = "動態碼已超過2分鐘，請重新發送" if fit else "動態碼不正確"
            elif act == "IWBTNE":
                s["form"] = "IWFORMRULE"
        elif "account:" + sid not in t.sessions:
            s["form"] = "IWFORMRULE"
        elif act in ("IWLNKOUT", "IWBTNQ1"):
            t.sessions.discard("account:" + sid)
            t.counts["sign_out_account"] += 1
            s["form"] = "IWFORMRULE"
        elif f == "IWFORMSET" and act == "IWBTNQ2":
            name = q.get("IWEDTMAIL").strip().lower()
            if t.alias:
                s["msg"] = "您已啟用過雲端服務，不可重複啟用"
            elif not re.fullmatch(r"[a-z][a-z0-9._-]{1,63}", name):
                s["msg"] = "電子郵件名稱格式不符（英文字母開頭，限英數及 . _ -）"
            elif name == "taken.name":
                s["msg"] = "此電子郵件名稱已有人使用，請另選名稱"
            elif weak or pair[0] != pair[1]:
                s["msg"] = "雲端服務密碼需8碼以上且含英文及數字，並兩次輸入相同"
            else:
                t.alias, t.cloud_password = name, pair[0]
                t.counts["activated"] += 1
                s["form"] = "IWFORMEND"
        elif f == "IWFORMRESET" and act == "IWBTNR2":
            if weak or pair[0] != pair[1] or not t.alias:
                s["msg"] = "尚未啟用雲端服務" if not t.alias else "密碼不合規定或兩次不同"
            else:
                t.cloud_password, s["msg"], s["form"] = pair[0], "雲端服務密碼已重新設定", "IWFORMOLD"

    def account_form(self, sid: str, s: dict) -> Response:
        t, f, p = self.truth, s["form"], self.truth.person
        out = link("IWLNKOUT", 860, 14, "登出")
        name = "網路帳號及首次雲端帳號密碼設定"
        boxes = (label("IWLBLP1", 60, 260, "雲端服務密碼") + edit("IWEDTPW1", 270, 258, 180, kind="password", limit=32)
                 + label("IWLBLP2", 60, 290, "再次輸入雲端服務密碼") + edit("IWEDTPW2", 270, 288, 180, kind="password", limit=32))
        if f == "IWFORMRULE":
            lines = ["說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼", "《規範》網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用",
                     "請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。", "《常見問題與服務》密碼修改後多久可以生效：即時生效。", "忘記密碼：請以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。"]
            body = "".join(label(f"IWLBLR{i}", 40, 60 + 26 * i, n) for i, n in enumerate(lines))
            body += (button("IWBTNA1", 40, 220, "啟用網路帳號及首次雲端帳號密碼設定") + label("IWLBLS1", 380, 224, "啟用本院微軟相關服務，如：Office365, Outlook...")
                     + button("IWBTNA2", 40, 260, "重置雲端服務密碼") + label("IWLBLS2", 380, 264, "重設非Portal帳號的密碼")
                     + button("IWBTNA3", 40, 300, "總院廠商VPN展延申請"))
            return self.show("NETACC", sid, s, "網路帳號服務", body)
        if f == "IWFORMSMS":
            body = (label("IWLBLN1", 40, 50, "注意事項：按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。請輸入帳號與簡訊動態碼後按「下一步」。")
                    + label("IWLBL1", 60, 90, "網路帳號 / 主職員工編號") + edit("IWEDIT2", 270, 88, 140, s["id"], limit=6) + button("IWBTN3", 430, 86, "發送簡訊動態碼"))
            if s["panel"]:
                body += ('<div id="IWREGION9" style="border:1px solid #888;background:#FFFFE0">' + label("IWLBLA", 60, 150, "請輸入帳號登記的手機門號(10碼)")
                         + edit("IWEDITB", 290, 148, 120, limit=10) + button("IWBTNC", 430, 146, "確定發送") + button("IWBTND", 510, 146, "取消") + "</div>\n")
            body += (label("IWLBLSENT", 60, 190, "簡訊已送出。" if s.pop("sent", False) else "")
                     + label("IWLBL3", 60, 220, "簡訊(或MOTP)動態碼") + edit("IWEDIT4", 270, 218, 140, limit=8) + button("IWBTN5", 430, 216, "下一步") + button("IWBTNE", 510, 216, "離開"))
            return self.show("NETACC", sid, s, ("重置雲端服務密碼" if s["goal"] == "IWBTNA2" else "啟用" + name), body)
        if f == "IWFORMSET":
            body = (out + label("IWLBLH", 40, 46, "雲端服務帳號說明：1.雲端服務帳號為跨體系使用。2.服務於設定完成隔日生效。")
                    + label("IWLBLF1", 60, 90, "網路帳號 / 主職員工編號") + label("IWLBLG1", 270, 90, p.employee_id) + label("IWLBLF2", 60, 116, "帳號姓名") + label("IWLBLG2", 270, 116, p.name)
                    + label("IWLBLF3", 60, 142, "主職單位") + label("IWLBLG3", 270, 142, p.unit) + label("IWLBLF4", 60, 168, "有效期限") + label("IWLBLG4", 270, 168, p.valid_until)
                    + label("IWLBLM", 60, 210, "雲端服務帳號<br>(電子郵件名稱)") + edit("IWEDTMAIL", 270, 212, 200, limit=64) + label("IWLBLM2", 480, 214, "@ntuh.gov.tw 名稱長度限64字元內") + boxes
                    + button("IWBTNQ1", 270, 330, "取消啟用") + button("IWBTNQ2", 370, 330, "啟用雲端服務") + label("IWLBLM3", 490, 334, "服務於設定完成隔日生效"))
            return self.show("NETACC", sid, s, "設定密碼與郵件別名", body)
        if f == "IWFORMRESET":
            return self.show("NETACC", sid, s, "重置雲端服務密碼", out + boxes + button("IWBTNR2", 270, 330, "確定重置"))
        told = "雲端服務啟用完成！" if f == "IWFORMEND" else "本帳號先前已啟用雲端服務，無須再次設定。" if t.alias else "本帳號尚未啟用"
        body = out + label("IWLBLZ1", 60, 80, told) + label("IWLBLZ2", 60, 110, f"電子郵件：{t.alias}@ntuh.gov.tw") + label("IWLBLZ3", 60, 140, "服務於設定完成隔日生效")
        return self.show("NETACC", sid, s, "帳號狀態", body)

    # ---- webmail, bought elsewhere
    def mail(self, q: Request) -> Response:
        t = self.truth
        sid = q.cookies.get("owmsid", "")
        inside = "mail:" + sid in t.sessions
        if q.path == "/data/vc.png":
            return Response(picture(t.new_captcha("23456789abcdefghjkmnpqrstuvwxyz", 5), "PNG"), kind="image/png", headers=[("Cache-Control", "no-store")])
        if q.path == "/":
            return redirect("/cgi-bin/webmail.pl?action=" + ("inbox" if inside else "loginpage"))
        if q.path != "/cgi-bin/webmail.pl":
            return Response("404 Not Found", 404)
        act = q.get("action")
        if act == "logout" and inside:
            t.sessions.discard("mail:" + sid)
            t.counts["sign_out_mail"] += 1
            return Response('<html><body>您已離開信箱。<a href="/cgi-bin/webmail.pl?action=loginpage">重新登入</a></body></html>')
        if act == "inbox" and inside:
            return Response(f'<html><body><h3>收件匣 {t.alias}@ntuh.gov.tw</h3><a href="/cgi-bin/webmail.pl?action=logout">登出</a>'
                            "<table border=1><tr><th>寄件者<th>主旨<tr><td>資訊室<td>歡迎使用電子郵件</table></body></html>")
        told = ""
        if q.method == "POST" and act == "login":
            self.takes(q, loginname="mail_account", password="mail_password", vcode="captcha")
            want, t.captcha = t.captcha, ""
            who = q.get("loginname").strip().lower().removesuffix("@ntuh.gov.tw")
            if not want or q.get("vcode").strip() != want:
                told = "驗證碼不符"
            elif not t.alias or who != t.alias or q.get("password") != t.cloud_password:
                told = "帳號或密碼錯誤"
            else:
                new = secrets.token_hex(12)
                t.sessions.add("mail:" + new)
                t.counts["mail_sign_in"] += 1
                return redirect("/cgi-bin/webmail.pl?action=inbox", ("Set-Cookie", f"owmsid={new}; path=/; HttpOnly"))
        return Response(f"""<HTML><HEAD><TITLE>電子郵件</TITLE></HEAD><BODY><H2>電子信箱</H2><FONT color=red>{told}</FONT>
<FORM method=post action="/cgi-bin/webmail.pl"><INPUT type=hidden name=action value=login>
<TABLE><TR><TD>帳號:<TD><INPUT name=loginname size=20>@ntuh.gov.tw<TR><TD>密碼:<TD><INPUT type=password name=password size=20>
<TR><TD>驗證碼(小寫字母或數字):<TD><INPUT name=vcode size=8> <IMG src="/data/vc.png?{secrets.token_hex(3)}" alt="">
<TR><TD colspan=2><INPUT type=checkbox name=remember value=1>記住登入資訊 (公用電腦請勿勾選)<TR><TD colspan=2><INPUT type=submit value="登入"></TABLE></FORM>
<P>公佈欄<BR>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<P>※如無法登入，請先至下方網址變更密碼：<A href="{self.urls['account']}/">https://help.ntuh.gov.tw/</A></BODY></HTML>""")

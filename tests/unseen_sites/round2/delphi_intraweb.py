"""A hospital whose systems were all built with Delphi and IntraWeb: one long SubmitForm, tracking numbers, absolute positions."""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

SCRIPT = """<script language="JavaScript" type="text/javascript">
var GSubmitting = false;
function SubmitClick(AControl, AParam, AValidate) {
  if (GSubmitting) return false;
  document.SubmitForm.IW_Action.value = AControl;
  document.SubmitForm.IW_ActionParam.value = AParam;
  GSubmitting = true;
  document.SubmitForm.submit();
  return false;
}
function SubmitClickConfirm(AControl, AParam, AValidate, AMsg) {
  if (AMsg != '' && !window.confirm(AMsg)) return false;
  return SubmitClick(AControl, AParam, AValidate);
}
function FormDefaultSubmit() { return false; }
</script>"""

DEAD = "<html><head><title>IntraWeb</title></head><body><h3>您的連線已逾時或不存在 (Session expired)</h3><p>請<a href=\"%s\">重新開始</a>。</p></body></html>"


class App:
    """One IntraWeb session: a user in one application."""

    def __init__(self, dll: str, form: str) -> None:
        self.dll, self.form, self.sid = dll, form, secrets.token_hex(14).upper()
        self.track = 0
        self.vars: dict[str, str] = {}
        self.image = b""
        self.say = ""


class TheSite(Site):
    title = "Delphi / IntraWeb"

    def __init__(self) -> None:
        super().__init__()
        self.apps: dict[str, App] = {}
        self.sms: tuple[str, float] = ("", 0.0)

    # ------------------------------------------------------------------ the IntraWeb engine
    def _serve(self, request: Request, dll: str, first: str) -> Response:
        parts = request.path.strip("/").split("/")
        if parts[0].upper() != dll.upper() or len(parts) == 1:
            if request.path != "/" and parts[0].upper() != dll.upper():
                return Response("", 404)
            app = App(dll, first)
            if dll == "PERSONAL.DLL":
                parent = request.query.get("SESSION", "")
                if f"portal:{parent}" not in self.truth.sessions:
                    return Response(DEAD % self.urls["portal"], 403)
                app.vars["parent"] = parent
                app.form = {"P01": "TfrmChgPwd", "P06": "TfrmContact"}.get(request.query.get("FUNC", ""), "TfrmNone")
            self.apps[app.sid] = app
            return redirect(f"/{dll}/EXEC/0/{app.sid}")
        if len(parts) < 3:
            return Response(DEAD % f"/{dll}", 404)
        app = self.apps.get(parts[-1].split(".")[0])
        if app is None or app.dll != dll:
            return Response(DEAD % f"/{dll}", 404)
        if parts[1] == "CACHE":
            return Response(app.image, kind="image/jpeg", headers=[("Cache-Control", "no-cache")])
        if "parent" in app.vars and f"portal:{app.vars['parent']}" not in self.truth.sessions:
            return Response(DEAD % self.urls["portal"], 403)
        if request.method == "POST":
            self.takes(request, **self._meanings(app))
            if request.get("IW_SessionID_") != app.sid or request.get("IW_TrackID_") != str(app.track) or parts[2] != str(app.track):
                app.say = "請勿使用瀏覽器的「上一頁」或重複送出，系統已為您重新整理畫面。"
            else:
                app.track += 1
                out = getattr(self, "on_" + app.form)(app, request, request.get("IW_Action"))
                if out is not None:
                    return out
        return Response(self._render(app))

    def _meanings(self, app: App) -> dict[str, str]:
        return {
            "TfrmLogin": {"EDTUSERID": "employee_id", "EDTPWD": "portal_password", "EDTCHK": "captcha", "CMBHOSP": "campus"},
            "TfrmChgPwd": {"EDTOLD": "old_password", "EDTNEW": "new_password", "EDTNEW2": "new_password_again"},
            "TfrmContact": {"EDTMOBILE": "mobile_phone"},
            "TfrmVerify": {"EDTEMPNO": "employee_id", "EDTMOTP": "code", "EDTPHONE": "registered_phone"},
            "TfrmSetup": {"EDTALIAS": "alias", "EDTCPWD": "cloud_password", "EDTCPWD2": "cloud_password_again"},
            "TfrmReset": {"EDTCPWD": "cloud_password", "EDTCPWD2": "cloud_password_again"},
            "TfrmMail": {"EDTACC": "mail_account", "EDTPASS": "mail_password", "EDTVERIFY": "captcha"},
        }.get(app.form, {})

    def _render(self, app: App) -> str:
        body = getattr(self, "draw_" + app.form)(app)
        said, app.say = app.say, ""
        alert = f"<script language=\"JavaScript\">window.alert('{said}');</script>" if said else ""
        return f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{self.caption(app)}</title>
<link rel="stylesheet" href="/files/iw.css">{SCRIPT}
</head><body bgcolor="#F0F4F8" style="margin:0px">
<form name="SubmitForm" method="POST" action="/{app.dll}/EXEC/{app.track}/{app.sid}" onsubmit="return FormDefaultSubmit();" autocomplete="off">
<input type="hidden" name="IW_SessionID_" value="{app.sid}"><input type="hidden" name="IW_TrackID_" value="{app.track}">
<input type="hidden" name="IW_FormName" value="{app.form[1:]}"><input type="hidden" name="IW_FormClass" value="{app.form}">
<input type="hidden" name="IW_width" value="1024"><input type="hidden" name="IW_height" value="768">
<input type="hidden" name="IW_Action" value=""><input type="hidden" name="IW_ActionParam" value="">
{body}
</form>{alert}</body></html>"""

    def caption(self, app: App) -> str:
        return {"PORTAL.DLL": "台大醫院 醫療資訊系統", "PERSONAL.DLL": "個人管理", "HELP.DLL": "網路帳號服務", "WEBMAIL.DLL": "電子郵件"}[app.dll]

    @staticmethod
    def lbl(name: str, text: str, x: int, y: int, more: str = "") -> str:
        return f'<span id="{name}" style="position:absolute;left:{x}px;top:{y}px;font:13px 新細明體;{more}">{text}</span>\n'

    @staticmethod
    def edt(name: str, x: int, y: int, value: str = "", kind: str = "text", more: str = "") -> str:
        return f'<input type="{kind}" name="{name}" id="{name}" value="{escape(value)}" style="position:absolute;left:{x}px;top:{y}px;width:160px" {more}>\n'

    @staticmethod
    def btn(name: str, text: str, x: int, y: int, ask: str = "") -> str:
        return (f'<input type="button" name="{name}" id="{name}" value="{text}" style="position:absolute;left:{x}px;top:{y}px" '
                f"onclick=\"return SubmitClickConfirm('{name}','',true,'{ask}');\">\n")

    @staticmethod
    def lnk(name: str, text: str, param: str = "") -> str:
        return f"<a href=\"#\" id=\"{name}\" onclick=\"return SubmitClick('{name}','{param}',false);\">{text}</a>"

    def _picture(self, app: App, letters: str, length: int) -> str:
        app.image = picture(self.truth.new_captcha(letters, length), "JPEG")
        return f"/{app.dll}/CACHE/{secrets.token_hex(4)}/{app.sid}.jpg"

    # ------------------------------------------------------------------ PORTAL.DLL
    def portal(self, request: Request) -> Response:
        return self._serve(request, "PORTAL.DLL", "TfrmLogin")

    def draw_TfrmLogin(self, app: App) -> str:
        where = self._picture(app, "123456789BDFHJLNPRTVXZ", 6)
        chosen = app.vars.get("hosp", "0")
        options = "".join(f'<option value="{i}"{" selected" if str(i) == chosen else ""}>{n}</option>' for i, n in enumerate(("總院區", "北護分院", "金山分院", "新竹分院", "竹東分院", "雲林分院")))
        return (self.lbl("LBLTITLE", "<b>國立臺灣大學醫學院附設醫院 醫療資訊系統</b>", 80, 20, "color:navy")
                + self.lbl("LBLHOSP", "院　區", 80, 60) + f'<select name="CMBHOSP" id="CMBHOSP" size="1" style="position:absolute;left:160px;top:58px">{options}</select>\n'
                + self.lbl("LBLUSERID", "帳　號", 80, 92) + self.edt("EDTUSERID", 160, 90, app.vars.get("typed", ""), more='maxlength="10"')
                + self.lbl("LBLPWD", "密　碼", 80, 124) + self.edt("EDTPWD", 160, 122, "", "password", 'maxlength="40"')
                + self.lbl("LBLCHK", "驗證碼", 80, 156) + self.edt("EDTCHK", 160, 154, more='maxlength="6"')
                + f'<img id="IMGCHK" src="{where}" border="0" style="position:absolute;left:340px;top:148px" alt="">\n'
                + self.lbl("LBLHINT", "(不用區分大小寫)", 470, 156, "color:gray") + self.btn("BTNREGEN", "換一張", 600, 150)
                + self.btn("BTNOK", "確 定", 160, 190) + self.btn("BTNCLEAR", "清 除", 230, 190)
                + self.lbl("LBLERR", app.vars.pop("err", ""), 160, 225, "color:red")
                + self.lbl("LBLTEL", "如無法登入，請撥資訊室分機261120", 80, 260))

    def on_TfrmLogin(self, app: App, request: Request, action: str) -> Response | None:
        t = self.truth
        app.vars["typed"] = "" if action == "BTNCLEAR" else request.get("EDTUSERID")
        app.vars["hosp"] = request.get("CMBHOSP")
        right, t.captcha = t.captcha, ""
        if action != "BTNOK":
            return None
        if not right or request.get("EDTCHK").strip().upper() != right.upper():
            t.counts["sign_in_refused"] += 1
            app.vars["err"] = "圖形檢核碼不符，請依新圖片重新輸入。"
        elif request.get("CMBHOSP") not in list("012345") or request.get("EDTUSERID") != t.person.employee_id or request.get("EDTPWD") != t.portal_password:
            t.counts["sign_in_refused"] += 1
            app.vars["err"] = "查無此使用者或密碼有誤！"
        elif request.get("CMBHOSP") != "0":
            t.counts["sign_in_refused"] += 1
            app.vars["err"] = "您在此院區沒有使用權限。"
        else:
            t.sessions.add(f"portal:{app.sid}")
            t.counts["sign_in"] += 1
            app.form = "TfrmNotice"
        return None

    def draw_TfrmNotice(self, app: App) -> str:
        return (self.lbl("LBLN1", "<b>公告事項</b>", 60, 20) + '<textarea name="MEMONEWS" readonly rows="6" cols="70" style="position:absolute;left:60px;top:50px">'
                "1. 資訊室於每月第二週週日 00:00-04:00 進行系統維護。\n2. 請定期變更您的密碼，勿將帳號借予他人使用。</textarea>\n"
                + self.btn("BTNREAD", "我已閱讀，進入系統", 60, 180))

    def on_TfrmNotice(self, app: App, request: Request, action: str) -> None:
        if action == "BTNREAD":
            app.form = "TfrmMenu"

    def draw_TfrmMenu(self, app: App) -> str:
        items = [("P01", "更改密碼"), ("P02", "個人簽章提醒設定"), ("P03", "薪資所得免稅額申報表"), ("P05", "查詢員工連絡資料"), ("P06", "維護個人連絡資料"), ("P07", "個人就醫紀錄查詢"), ("P15", "使用網路之設備登錄系統")]
        rows = "".join(f'<tr><td bgcolor="#FFFFFF">{self.lnk("MNU" + c, n, c)}</td></tr>' for c, n in items)
        return (self.lbl("LBLHELLO", f"{self.truth.person.name} 您好!　總院差勤待簽 0 未核准 0 被駁回 0", 20, 10)
                + '<table style="position:absolute;left:20px;top:40px"><tr>' + "".join(f'<td bgcolor="#C0D8F0">&nbsp;{n}&nbsp;</td>' for n in ("醫療系統", "醫療支援", "其他資源", "數位學習", "資訊安全", "行政系統", "<b>個人管理</b>")) + "</tr></table>\n"
                + f'<table style="position:absolute;left:20px;top:80px" border="1" cellspacing="0" id="GRDMENU">{rows}</table>\n'
                + self.btn("BTNEXIT", "離開系統", 640, 10, "確定要結束作業嗎？"))

    def on_TfrmMenu(self, app: App, request: Request, action: str) -> Response | None:
        if action == "BTNEXIT":
            self._leave(app.sid)
            return redirect("/PORTAL.DLL")
        if action.startswith("MNU"):
            return redirect(f"{self.urls['inner']}/PERSONAL.DLL?SESSION={app.sid}&FUNC={request.get('IW_ActionParam')}")
        return None

    def _leave(self, sid: str) -> None:
        if f"portal:{sid}" in self.truth.sessions:
            self.truth.sessions.discard(f"portal:{sid}")
            self.truth.counts["sign_out_portal"] += 1
        self.apps.pop(sid, None)

    # ------------------------------------------------------------------ PERSONAL.DLL
    def inner(self, request: Request) -> Response:
        return self._serve(request, "PERSONAL.DLL", "TfrmNone")

    def _foot(self, app: App, y: int) -> str:
        return f'<div style="position:absolute;left:40px;top:{y}px">{self.lnk("LNKBACK", "回功能選單")}&nbsp;&nbsp;{self.lnk("LNKOUT", "登出系統")}</div>\n'

    def _away(self, app: App, action: str) -> Response | None:
        if action == "LNKBACK":
            main = self.apps[app.vars["parent"]]
            return redirect(f"{self.urls['portal']}/PORTAL.DLL/EXEC/{main.track}/{main.sid}")
        if action == "LNKOUT":
            self._leave(app.vars["parent"])
            return redirect(self.urls["portal"] + "/")
        return None

    def draw_TfrmNone(self, app: App) -> str:
        return self.lbl("LBLX", "您目前沒有執行此作業的權限。", 40, 30) + self._foot(app, 70)

    def on_TfrmNone(self, app: App, _: Request, action: str) -> Response | None: return self._away(app, action)

    def draw_TfrmChgPwd(self, app: App) -> str:
        return (self.lbl("LBLCAP", "<b>更改密碼</b>", 40, 15)
                + self.lbl("IWL1", "請輸入舊密碼：", 40, 50) + self.edt("EDTOLD", 170, 48, "", "password")
                + self.lbl("IWL2", "請輸入新密碼：", 40, 82) + self.edt("EDTNEW", 170, 80, "", "password", 'maxlength="40"')
                + self.lbl("IWL3", "請再輸入新密碼：", 40, 114) + self.edt("EDTNEW2", 170, 112, "", "password", 'maxlength="40"')
                + self.lbl("IWL4", "密碼強度檢核：", 40, 146) + self.lbl("LBLSTRONG", "--", 170, 146)
                + self.btn("BTNCHG", "變更", 170, 176) + self.btn("BTNCANCEL", "取消", 230, 176)
                + self.lbl("LBLMSG", app.vars.pop("err", ""), 40, 210, "color:#C00000")
                + self.lbl("IWL5", "密碼設定條件：<br>1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字", 40, 240) + self._foot(app, 310))

    def on_TfrmChgPwd(self, app: App, request: Request, action: str) -> Response | None:
        t, new = self.truth, request.get("EDTNEW")
        if action != "BTNCHG":
            return self._away(app, action)
        if request.get("EDTOLD") != t.portal_password:
            app.vars["err"] = "原密碼核對不符，未予變更。"
        elif len(new) < 8 or len(new) > 40 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
            app.vars["err"] = "新密碼不合密碼設定條件。"
        elif new != request.get("EDTNEW2"):
            app.vars["err"] = "兩次輸入之新密碼不一致。"
        elif new == t.portal_password:
            app.vars["err"] = "新密碼不得與原密碼相同。"
        else:
            t.portal_password = new
            t.counts["password_changed"] += 1
            app.say = "密碼已變更，下次登入請使用新密碼。"
            return None
        t.counts["password_refused"] += 1
        return None

    CONTACT = [("EDTESUR", "english_surname", "英文姓：", "ex:Chen(陳)"), ("EDTEGIV", "english_given", "英文首名：", "ex: Yi-Fen(怡芬)"),
               ("EDTEMID", "english_middle", "英文中名：", "ex:Mary 為英文別名，如無，可不填"), ("EDTOFF", "office_phone", "辦公室電話：", "ex:61234或23123456"),
               ("EDTHOME", "home_phone", "住宅電話：", "ex:0223123456"), ("EDTMOBILE", "mobile_phone", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")]

    def draw_TfrmContact(self, app: App) -> str:
        p, out = self.truth.person, ""
        for i, (name, key, label, hint) in enumerate(self.CONTACT):
            value = self.truth.saved_contact.get(key, getattr(p, key))
            out += self.lbl("L" + name, label, 40, 90 + 32 * i) + self.edt(name, 140, 88 + 32 * i, value, more='maxlength="30"') + self.lbl("H" + name, hint, 310, 90 + 32 * i, "color:gray")
        return (self.lbl("LBLT", "<b>台大醫院---維護個人連絡資料</b>", 40, 10) + self.btn("BTNSAVE", "異動儲存", 40, 32)
                + self.lbl("LNO", "員工編號：", 40, 64) + self.edt("EDTNO", 140, 62, p.employee_id, more="readonly") + self.lbl("LNM", "姓名：", 330, 64) + self.edt("EDTNM", 380, 62, p.name, more="readonly")
                + out + self.lbl("LBLRES", app.vars.pop("err", ""), 40, 290, "color:blue") + self._foot(app, 320))

    def on_TfrmContact(self, app: App, request: Request, action: str) -> Response | None:
        if action != "BTNSAVE":
            return self._away(app, action)
        if not all(request.has(n) for n, *_ in self.CONTACT) or not re.fullmatch(r"09\d{8}", request.get("EDTMOBILE")):
            app.vars["err"] = "資料未儲存：行動電話須為09開頭之10碼數字。"
        else:
            self.truth.saved_contact = {key: request.get(n) for n, key, *_ in self.CONTACT}
            self.truth.counts["contact_saved"] += 1
            app.vars["err"] = "資料異動完成 (Record updated)"
        return None

    # ------------------------------------------------------------------ HELP.DLL
    def account(self, request: Request) -> Response:
        return self._serve(request, "HELP.DLL", "TfrmHelp")

    def draw_TfrmHelp(self, app: App) -> str:
        return ('<div style="padding:20px;width:760px"><b>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</b>'
                "<fieldset><legend>《規範》</legend>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。"
                "<li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同，以確保個人資料安全。</ul></fieldset>"
                "<fieldset><legend>《常見問題與服務》</legend>密碼修改後多久可以生效<br>即時生效。<br>忘記密碼<br>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</fieldset><br>"
                '<input type="button" name="BTNENABLE" value="啟用網路帳號及首次雲端帳號密碼設定" onclick="return SubmitClick(\'BTNENABLE\',\'\',true);"> 啟用本院微軟相關服務，如：Office365, Outlook...<br><br>'
                '<input type="button" name="BTNRESET" value="重置雲端服務密碼" onclick="return SubmitClick(\'BTNRESET\',\'\',true);"> 重設非Portal帳號的密碼：Email, 無線網路, KM, TMS...<br><br>'
                '<input type="button" name="BTNVPN" value="總院廠商VPN展延申請" onclick="return SubmitClick(\'BTNVPN\',\'\',true);"></div>')

    def on_TfrmHelp(self, app: App, request: Request, action: str) -> None:
        if action in ("BTNENABLE", "BTNRESET"):
            app.form, app.vars = "TfrmVerify", {"mode": action[3:]}
        elif action == "BTNVPN":
            app.say = "本功能限總院廠商使用。"

    def draw_TfrmVerify(self, app: App) -> str:
        modal = app.vars.get("modal") == "1"
        off = "disabled" if modal else ""
        title = "啟用網路帳號及首次雲端帳號密碼設定" if app.vars["mode"] == "ENABLE" else "重置雲端服務密碼"
        region = ""
        if modal:
            region = ('<div id="RGNPHONE" style="position:absolute;left:160px;top:60px;width:420px;height:110px;background:#FFFFE0;border:2px outset">'
                      + self.lbl("LBLPH", "請輸入帳號登記的手機門號(10碼)", 10, 12) + self.edt("EDTPHONE", 10, 36, more='maxlength="10"')
                      + self.btn("BTNSEND", "確定發送", 10, 70) + self.btn("BTNNOSEND", "取消", 100, 70) + "</div>\n")
        return (self.lbl("LBLT", f"<b>{title}</b>", 40, 15) + self.lbl("LBLA", "網路帳號 / 主職員工編號", 40, 60)
                + self.edt("EDTEMPNO", 220, 58, app.vars.get("emp", ""), more='maxlength="6" ' + off)
                + (self.btn("BTNSMS", "發送簡訊動態碼", 400, 56) if not modal else "") + self.lbl("LBLB", "簡訊(或MOTP)動態碼", 40, 100) + self.edt("EDTMOTP", 220, 98, more='maxlength="8" ' + off)
                + (self.btn("BTNNEXT", "下一步", 220, 135) + self.btn("BTNHOME", "回首頁", 300, 135) if not modal else "") + region
                + self.lbl("LBLMSG", app.vars.pop("err", ""), 40, 190, "color:red")
                + self.lbl("LBLNOTE", "注意事項<br>‧電子郵件別名第一次設定之後則不能修改，請慎重選擇。<br>‧按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<br>‧請輸入帳號與簡訊動態碼後按「下一步」。", 40, 220))

    def on_TfrmVerify(self, app: App, request: Request, action: str) -> None:
        t, v = self.truth, app.vars
        if request.has("EDTEMPNO"):
            v["emp"] = request.get("EDTEMPNO").strip()
        if action == "BTNHOME":
            app.form = "TfrmHelp"
        elif action == "BTNSMS":
            if v["emp"] == t.person.employee_id:
                v["modal"] = "1"
            else:
                v["err"] = "查無此網路帳號 / 員工編號。"
        elif action == "BTNNOSEND":
            v.pop("modal", None)
        elif action == "BTNSEND" and v.get("modal"):
            if request.get("EDTPHONE") != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                v["err"] = "所輸入門號與登記之門號不同，無法發送。"
            else:
                self.sms = (t.new_message(), time.monotonic())
                v.pop("modal")
                app.say = "動態碼簡訊發送成功\\n成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"
        elif action == "BTNNEXT":
            code, when = self.sms
            if v.get("emp") != t.person.employee_id or not code or request.get("EDTMOTP").strip() != code:
                t.counts["code_refused"] += 1
                v["err"] = "動態碼錯誤，身分驗證未通過。"
            elif time.monotonic() - when > 120:
                t.counts["code_refused"] += 1
                v["err"] = "動態碼已超過有效時間，請重新發送。"
            else:
                self.sms = ("", 0.0)
                t.sessions.add(f"account:{app.sid}")
                t.counts["code_accepted"] += 1
                app.form = "TfrmSetup" if v["mode"] == "ENABLE" else "TfrmReset"

    def _quit(self, app: App) -> None:
        if f"account:{app.sid}" in self.truth.sessions:
            self.truth.sessions.discard(f"account:{app.sid}")
            self.truth.counts["sign_out_account"] += 1
        app.form, app.vars = "TfrmHelp", {}

    def draw_TfrmSetup(self, app: App) -> str:
        t, out = self.truth, self.lbl("LBLT", "<b>設定密碼與郵件別名</b>", 40, 12)
        facts = (("網路帳號 / 主職員工編號", t.person.employee_id), ("帳號姓名", t.person.name), ("主職單位", t.person.unit), ("有效期限", t.person.valid_until))
        for i, (k, value) in enumerate(facts):
            out += self.lbl(f"LK{i}", k, 40, 44 + 24 * i) + self.lbl(f"LV{i}", value, 260, 44 + 24 * i, "color:navy")
        if t.alias:
            return out + self.lbl("LBLDONE", f"您的雲端服務已完成啟用，電子郵件為 <b>{escape(t.alias)}@ntuh.gov.tw</b>，不可再次設定。", 40, 150) + self.btn("BTNQUIT", "結束離開", 40, 190)
        return (out + self.lbl("LAL", "雲端服務帳號 (電子郵件名稱)", 40, 146) + self.edt("EDTALIAS", 260, 144, app.vars.get("alias", ""), more='maxlength="64"') + self.lbl("LAD", "@ntuh.gov.tw 名稱長度限64字元內", 430, 146)
                + self.lbl("LP1", "設定雲端服務密碼", 40, 176) + self.edt("EDTCPWD", 260, 174, "", "password") + self.lbl("LP2", "再次輸入雲端服務密碼", 40, 206) + self.edt("EDTCPWD2", 260, 204, "", "password")
                + self.btn("BTNNO", "取消啟用", 260, 240) + self.btn("BTNGO", "啟用雲端服務", 350, 240, "電子郵件名稱設定後不可修改，是否確定？") + self.lbl("LBLE", app.vars.pop("err", ""), 40, 275, "color:red")
                + self.lbl("LBLF", "服務於設定完成隔日生效；密碼至少8碼並含英文及數字", 40, 300))

    def _weak(self, request: Request) -> str:
        one = request.get("EDTCPWD")
        if len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search("[0-9]", one):
            return "雲端服務密碼強度不足(至少8碼並含英文及數字)。"
        return "" if one == request.get("EDTCPWD2") else "兩次輸入之雲端服務密碼不一致。"

    def on_TfrmSetup(self, app: App, request: Request, action: str) -> None:
        t = self.truth
        if action in ("BTNNO", "BTNQUIT"):
            self._quit(app)
        elif action == "BTNGO":
            alias = app.vars["alias"] = request.get("EDTALIAS").strip()
            if t.alias:
                app.say = "此帳號先前已啟用，不可重複設定。"
            elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", alias):
                app.vars["err"] = "電子郵件名稱格式有誤，限英文字母開頭之英數字。"
            elif alias.lower() in ("taken.name", "admin", "root"):
                app.vars["err"] = "此電子郵件名稱已有人使用，請另選名稱。"
            elif self._weak(request):
                app.vars["err"] = self._weak(request)
            else:
                t.alias, t.cloud_password = alias, request.get("EDTCPWD")
                t.counts["activated"] += 1
                app.form = "TfrmDone"

    def draw_TfrmDone(self, app: App) -> str:
        return (self.lbl("LBLOK", f"作業完成！您的電子郵件信箱為 {escape(self.truth.alias)}@ntuh.gov.tw，將於隔日生效。" if app.vars["mode"] == "ENABLE" else "雲端服務密碼已重新設定完成，即時生效。", 40, 40, "color:green") + self.btn("BTNQUIT", "結束離開", 40, 80))

    def on_TfrmDone(self, app: App, request: Request, action: str) -> None:
        if action == "BTNQUIT":
            self._quit(app)

    def draw_TfrmReset(self, app: App) -> str:
        return (self.lbl("LBLT", "<b>重置雲端服務密碼</b>", 40, 12) + self.lbl("LP1", "新密碼", 40, 50) + self.edt("EDTCPWD", 180, 48, "", "password") + self.lbl("LP2", "確認新密碼", 40, 82)
                + self.edt("EDTCPWD2", 180, 80, "", "password") + self.btn("BTNRST", "確定重置", 180, 115) + self.btn("BTNQUIT", "結束離開", 260, 115) + self.lbl("LBLE", app.vars.pop("err", ""), 40, 150, "color:red"))

    def on_TfrmReset(self, app: App, request: Request, action: str) -> None:
        if action == "BTNQUIT":
            self._quit(app)
        elif action == "BTNRST":
            wrong = "您尚未啟用網路帳號。" if not self.truth.alias else self._weak(request)
            if wrong:
                app.vars["err"] = wrong
            else:
                self.truth.cloud_password = request.get("EDTCPWD")
                app.form = "TfrmDone"

    # ------------------------------------------------------------------ WEBMAIL.DLL
    def mail(self, request: Request) -> Response:
        return self._serve(request, "WEBMAIL.DLL", "TfrmMail")

    def draw_TfrmMail(self, app: App) -> str:
        where = self._picture(app, "abcdefhkmnpqrstuwxyz2345678", 5)
        return (self.lbl("L1", "帳號:", 60, 40) + self.edt("EDTACC", 220, 38) + self.lbl("L1B", "@ntuh.gov.tw", 390, 40) + self.lbl("L2", "密碼:", 60, 72) + self.edt("EDTPASS", 220, 70, "", "password")
                + self.lbl("L3", "驗證碼(小寫字母或數字):", 60, 104) + self.edt("EDTVERIFY", 220, 102) + f'<img src="{where}" style="position:absolute;left:390px;top:96px">\n'
                + '<input type="checkbox" name="CHKREM" id="CHKREM" value="on" style="position:absolute;left:216px;top:132px">' + self.lbl("L4", "記住登入資訊 (公用電腦請勿勾選)", 240, 134)
                + self.btn("BTNMAIL", "登入信箱", 220, 164) + self.lbl("LE", app.vars.pop("err", ""), 60, 200, "color:red") + self.lbl("L5", "公佈欄<br>※如無法登入，請先變更密碼", 60, 230))

    def on_TfrmMail(self, app: App, request: Request, action: str) -> None:
        t = self.truth
        right, t.captcha = t.captcha, ""
        if action != "BTNMAIL":
            return
        if not right or request.get("EDTVERIFY") != right:
            app.vars["err"] = "驗證碼不正確"
        elif not t.alias or not t.cloud_password or request.get("EDTACC") not in (t.alias, t.alias + "@ntuh.gov.tw") or request.get("EDTPASS") != t.cloud_password:
            app.vars["err"] = "帳號或密碼不正確，登入失敗"
        else:
            t.sessions.add(f"mail:{app.sid}")
            t.counts["mail_sign_in"] += 1
            app.form = "TfrmInbox"

    def draw_TfrmInbox(self, app: App) -> str:
        return (self.lbl("L1", f"{escape(self.truth.alias)}@ntuh.gov.tw　收件匣 (1)", 20, 10) + '<table border="1" style="position:absolute;left:20px;top:60px"><tr><th>寄件者<th>主旨<th>日期<tr><td>資訊室<td>歡迎使用電子郵件<td>今天</table>' + self.btn("BTNLOGOFF", "登出", 500, 8))

    def on_TfrmInbox(self, app: App, request: Request, action: str) -> None:
        if action == "BTNLOGOFF":
            self.truth.sessions.discard(f"mail:{app.sid}")
            self.truth.counts["sign_out_mail"], app.form = self.truth.counts["sign_out_mail"] + 1, "TfrmMail"

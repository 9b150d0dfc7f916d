"""A content management system of the DotNetNuke kind: the account work is done in modules amid search, poll, newsletter."""

from __future__ import annotations

import base64
import html
import re
import secrets
import time

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

NAME = {"portal": ".DNNPORTAL", "inner": ".DNNHR", "account": ".DNNHELP", "mail": ".DNNMAIL"}
HOME = {"portal": "/Default.aspx?tabid=36", "inner": "/Default.aspx?tabid=91", "account": "/Default.aspx?tabid=12", "mail": "/Default.aspx?tabid=70"}


class TheSite(Site):
    title = "DotNetNuke-like CMS, account modules among other forms"

    def __init__(self) -> None:
        super().__init__()
        self.sess: dict[str, dict] = {}
        self.passes: dict[str, str] = {}

    def portal(self, r: Request) -> Response:
        return self.cms("portal", r)

    def inner(self, r: Request) -> Response:
        return self.cms("inner", r)

    def account(self, r: Request) -> Response:
        return self.cms("account", r)

    def mail(self, r: Request) -> Response:
        return self.cms("mail", r)

    # ------------------------------------------------- the CMS
    def cms(self, host: str, r: Request) -> Response:
        if r.path == "/":
            return redirect(HOME[host])
        sid = r.cookies.get(NAME[host], "")
        known = sid in self.sess and self.sess[sid]["host"] == host
        if not known:
            sid = secrets.token_hex(20).upper()
            self.sess[sid] = {"host": host, "sid": sid, "vs": {}, "caps": {}}
        s = self.sess[sid]
        if r.path == "/CaptchaImage.axd":
            text = s["caps"].get(r.query.get("c", ""), "")
            return Response(picture(text, "JPEG", (150, 40)), kind="image/jpeg") if text else Response("", 404)
        if r.path in ("/SearchResults.aspx", "/newsletter/subscribe.aspx", "/intranet/signin.aspx"):
            self.takes(r)
            say = {"/S": "找不到符合的結果。", "/n": "感謝您訂閱院訊電子報！", "/i": "內網登入服務已移轉，請改由 PORTAL 登入。"}[r.path[:2]]
            return self.skin(s, "訊息", f'<p class="Normal">{say}</p><a href="{HOME[host]}">返回</a>', "0", "/Default.aspx")
        tab = r.query.get("tabid", "")
        module = getattr(self, f"tab{tab}", None) if r.path == "/Default.aspx" else None
        if module is None or tab not in {"portal": "36 60 61", "inner": "91", "account": "12 13 14", "mail": "70 71"}[host].split():
            return Response("<html><body><h1>Domain Name: Page Not Found</h1></body></html>", 404)
        answer = module(r, s)
        if not known:
            answer.headers.append(("Set-Cookie", f"{NAME[host]}={sid}; path=/; HttpOnly"))
        return answer

    def fired(self, r: Request, s: dict, tab: str, *controls: str) -> str:
        """Which control of the page posted back; "" for a visit, "?" when the state is not that of a page we sent."""
        if r.method != "POST":
            return ""
        if s["vs"].pop(r.get("__VIEWSTATE"), None) != tab:
            return "?"
        for c in controls:
            if r.get("__EVENTTARGET") == c or r.has(c) or r.has(c + ".x"):
                return c
        return "other"

    def skin(self, s: dict, title: str, body: str, ctr: str, action: str, tab: str = "", bar: str = "", extra: str = "") -> Response:
        vs = base64.b64encode(secrets.token_bytes(90)).decode()
        s["vs"][vs] = tab
        box = "" if s["host"] in ("portal", "inner") else """<form action="/intranet/signin.aspx" method="post" name="frmIntra"><table class="box"><tr><td colspan="2"><b>員工內網 Intranet</b></td></tr>
<tr><td>使用者代號</td><td><input type="text" name="UserCode" size="10"></td></tr><tr><td>通行碼</td><td><input type="password" name="PassCode" size="10"></td></tr><tr><td></td><td><input type="submit" value="GO"></td></tr></table></form>"""
        poll = """<div id="dnn_ctr501_ContentPane"><span class="SubHead">本週票選</span><br>您對新版網站的滿意度？<table id="dnn_ctr501_Poll_rbl"><tr><td><input id="dnn_ctr501_Poll_rbl_0" type="radio" name="dnn$ctr501$Poll$rbl" value="1"><label for="dnn_ctr501_Poll_rbl_0">滿意</label></td></tr><tr><td><input id="dnn_ctr501_Poll_rbl_1" type="radio" name="dnn$ctr501$Poll$rbl" value="2"><label for="dnn_ctr501_Poll_rbl_1">普通</label></td></tr></table>
<input type="submit" name="dnn$ctr501$Poll$cmdVote" value="投票" id="dnn_ctr501_Poll_cmdVote" class="StandardButton"></div>"""
        return Response(f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN">
<html lang="zh-TW">
<head id="Head"><!-- DNN Platform - http://www.dotnetnuke.com  Copyright (c) 2002-2009 by DotNetNuke Corporation -->
<title>{title} &gt; 臺大醫院</title><meta content="text/html; charset=UTF-8" http-equiv="Content-Type"><meta id="MetaGenerator" name="GENERATOR" content="DotNetNuke "></head>
<body id="Body">
<table width="100%" class="skinmaster"><tr><td class="skinheader"><img src="/Portals/0/logo.gif" alt="臺大醫院"></td><td align="right"><form action="/SearchResults.aspx" method="get" name="frmSearch"><input type="text" name="Search" class="NormalTextBox" maxlength="255"><input type="submit" value="搜尋"></form></td></tr>
<tr><td id="dnn_LeftPane" class="leftpane" valign="top">{box}<ul class="Normal"><li><a href="#">網站導覽</a></li><li><a href="#">常用連結</a></li></ul></td>
<td id="dnn_ContentPane" class="contentpane" valign="top">
<form name="Form" method="post" action="{action}" id="Form" enctype="multipart/form-data">
<div><input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value=""><input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value=""><input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{vs}"></div>
<script type="text/javascript">
//<![CDATA[
var theForm = document.forms['Form'];
if (!theForm) {{ theForm = document.Form; }}
function __doPostBack(eventTarget, eventArgument) {{
    if (!theForm.onsubmit || (theForm.onsubmit() != false)) {{
        theForm.__EVENTTARGET.value = eventTarget; theForm.__EVENTARGUMENT.value = eventArgument; theForm.submit();
    }}
}}
//]]>
</script>
<div class="controlbar"><span class="breadcrumb">首頁 &gt; {title}</span> {bar}</div>
<table class="containermaster"><tr><td><span id="dnn_ctr{ctr}_dnnTITLE_titleLabel" class="Head">{title}</span></td></tr><tr><td id="dnn_ctr{ctr}_ContentPane">
<!-- Start_Module_{ctr} --><div id="dnn_ctr{ctr}_ModuleContent">
{body}
</div><!-- End_Module_{ctr} --></td></tr></table>
{poll}
<input name="ScrollTop" type="hidden" id="ScrollTop"><input name="__dnnVariable" type="hidden" id="__dnnVariable" value="{{`__scdoff`:`1`}}">
</form>{extra}</td>
<td id="dnn_RightPane" valign="top"><form action="/newsletter/subscribe.aspx" method="post" name="mc-embedded-subscribe-form"><b>訂閱院訊</b><br>您的姓名<input type="text" name="FNAME" size="12"><br>E-mail<input type="text" name="EMAIL" size="12"><br>手機(選填)<input type="text" name="PHONE" size="12"><br><input type="submit" name="subscribe" value="訂閱"></form></td></tr>
<tr><td colspan="3" class="skinfooter">Copyright 2009 by 臺大醫院資訊室 | <a href="#">使用規定</a> | <a href="#">隱私權聲明</a></td></tr></table></body></html>""")

    def row(self, base: str, label: str, box: str, name: str, kind: str = "text", value: str = "", after: str = "", attrs: str = "") -> str:
        ident = (base + "$" + name).replace("$", "_")
        pl = ident + "_pl"
        val = "" if kind == "password" else f' value="{html.escape(value)}"'
        return f"""<tr valign="top"><td class="SubHead" width="200"><label id="{pl}_label" for="{pl}_cmdHelp"><a id="{pl}_cmdHelp" tabindex="-1" href="#"><img src="/images/help.gif" alt="" border="0"></a> <span id="{pl}_lblLabel">{label}</span></label></td><td class="NormalTextBox">{box}<input name="{base}${name}" type="{kind}" id="{ident}" class="NormalTextBox"{val}{attrs}> {after}<span id="{ident}_val" class="NormalRed" style="color:Red;display:none;">必填</span></td></tr>
"""

    def cmd(self, target: str, text: str) -> str:
        return f'<a id="{target.replace("$", "_")}" class="CommandButton" href="javascript:__doPostBack(&#39;{target}&#39;,&#39;&#39;)">{text}</a>'

    def sub(self, name: str, text: str) -> str:
        return f'<input type="submit" name="{name}" value="{text}" id="{name.replace("$", "_")}" class="StandardButton">'

    def msg(self, text: str, good: bool = False) -> str:
        if not text:
            return ""
        return f'<table><tr><td><img src="/images/{"green-ok" if good else "red-error"}.gif" alt=""></td><td class="Normal{"" if good else "Red"}"><span id="dnn_lblMessage">{text}</span></td></tr></table>'

    def captcha(self, s: dict, letters: str, n: int) -> str:
        key = secrets.token_hex(12)
        s["caps"] = {key: self.truth.new_captcha(letters, n)}
        return f'<img src="/CaptchaImage.axd?c={key}&amp;alias=ntuh" alt="輸入圖片中的文字" border="0"><br>'

    def captcha_fits(self, s: dict, answer: str) -> bool:
        want = next(iter(s["caps"].values()), "")
        s["caps"] = {}
        now, self.truth.captcha = self.truth.captcha, ""
        return bool(want) and want == now == answer

    def strong(self, p: str) -> bool:
        return len(p) >= 8 and not p.isdigit() and not p.isalpha() and bool(re.search("[A-Za-z]", p)) and bool(re.search("[0-9]", p))

    def stale(self, url: str, s: dict) -> Response:
        return self.skin(s, "錯誤", self.msg("Validation of viewstate failed. 網頁已失效，請重新開啟。") + f'<a href="{url}">重新載入</a>', "0", url.replace("&", "&amp;"))

    # ------------------------------------------------- portal
    def tab36(self, r: Request, s: dict) -> Response:
        b, t, why = "dnn$ctr380$Login$Login_NTUH", self.truth, ""
        hit = self.fired(r, s, "36", b + "$cmdLogin")
        user = r.get(b + "$txtUsername").strip()
        if hit:
            self.takes(r, **{b + "$rblHosp": "campus", b + "$txtUsername": "employee_id", b + "$txtPassword": "portal_password", b + "$ctlCaptcha": "captcha"})
        if hit == "?":
            return self.stale(HOME["portal"], s)
        if hit == b + "$cmdLogin":
            if not self.captcha_fits(s, r.get(b + "$ctlCaptcha").strip().upper()):
                why = "圖片文字輸入不正確，請重新輸入。"
            elif r.get(b + "$rblHosp") != "T0" or user != t.person.employee_id or r.get(b + "$txtPassword") != t.portal_password:
                why = "登入失敗，請確認您的使用者資訊。Login Failed."
            if not why:
                s["user"], s["pass"] = user, secrets.token_hex(16)
                self.passes[s["pass"]] = s["sid"]
                t.sessions.add(f"portal:{s['sid']}")
                t.counts["sign_in"] += 1
                return redirect("/Default.aspx?tabid=60&SESSION=" + s["pass"])
            t.counts["sign_in_refused"] += 1
        elif hit == "other":
            why = "感謝您的投票。"
        radios = "".join(f'<input id="dnn_ctr380_rblHosp_{n}" type="radio" name="{b}$rblHosp" value="{v}"{" checked" if n == 0 else ""}><label for="dnn_ctr380_rblHosp_{n}">{x}</label> ' for n, (v, x) in enumerate((("T0", "總院區"), ("T2", "北護分院"), ("T4", "新竹分院"), ("Y0", "雲林分院"))))
        body = f"""{self.msg(why, hit == "other")}<table cellspacing="0" cellpadding="3" border="0" summary="SignIn Design Table"><tr><td class="SubHead">院區</td><td>{radios}</td></tr>
{self.row(b, "帳號:", "", "txtUsername", value=user)}{self.row(b, "密碼:", "", "txtPassword", "password")}{self.row(b, "驗證碼 (不用區分大小寫):", self.captcha(s, "123456789BDFHJLNPRTVXZ", 6), "ctlCaptcha")}
<tr><td></td><td>{self.cmd(b + "$cmdLogin", '<img src="/images/login.gif" border="0" alt=""> 登入')}</td></tr></table>"""
        return self.skin(s, "醫療資訊系統登入", body, "380", HOME["portal"], "36")

    def bar(self) -> str:
        return f'<span class="user">您好! {self.truth.person.name}</span> {self.cmd("dnn$dnnLOGIN$cmdLogin", "登出系統")}'

    def left(self, s: dict, hit: str) -> Response | None:
        """Signed out, or never signed in."""
        if f"portal:{s['sid']}" not in self.truth.sessions:
            return redirect(HOME["portal"])
        if hit == "dnn$dnnLOGIN$cmdLogin":
            self.truth.sessions.discard(f"portal:{s['sid']}")
            self.truth.counts["sign_out_portal"] += 1
            del self.sess[s["sid"]]
            return redirect(HOME["portal"], ("Set-Cookie", f"{NAME['portal']}=; path=/; expires=Mon, 11-Oct-1999 16:00:00 GMT"))
        return None

    def tab60(self, r: Request, s: dict) -> Response:
        hit = self.fired(r, s, "60", "dnn$dnnLOGIN$cmdLogin")
        if hit:
            self.takes(r)
        if (gone := self.left(s, hit)) is not None:
            return gone
        me = "/Default.aspx?tabid=60&amp;SESSION=" + s["pass"]
        if r.query.get("SESSION") != s["pass"] or hit == "?":
            return self.stale("/Default.aspx?tabid=60&SESSION=" + s["pass"], s)
        own = (("更改密碼", f"/Default.aspx?tabid=61&amp;mid=388&amp;SESSION={s['pass']}"), ("個人簽章提醒設定", "#"), ("薪資所得免稅額申報表", "#"), ("員工待遇福利查詢", "#"), ("查詢員工連絡資料", "#"),
               ("維護個人連絡資料", f"{self.urls['inner']}/Default.aspx?tabid=91&amp;ctl=Edit&amp;SESSION={s['pass']}"), ("個人就醫紀錄查詢", "#"), ("使用網路之設備登錄系統", "#"))
        tree = "".join(f'<td class="MainMenu_MenuItem">{x}</td>' for x in ("醫療系統", "醫療支援", "其他資源", "數位學習", "資訊安全", "行政系統"))
        subs = "".join(f'<tr><td class="MainMenu_SubMenu"><img src="/images/breadcrumb.gif" alt=""><a href="{u}"><span>{x}</span></a></td></tr>' for x, u in own)
        return self.skin(s, "功能選單", f"""<table class="MainMenu"><tr>{tree}<td class="MainMenu_MenuItem">個人管理<table>{subs}</table></td></tr></table>
<p class="Normal">總院差勤待簽 0 未核准 0 被駁回 0 / 總院Workflow待簽 0</p><div class="Announcements"><b>全院公告 2</b><br>2019/10/21 請全院同仁填報「薪資所得免稅額申報表」<br>2018/12/13 Portal首頁改版</div>""", "385", me, "60", self.bar())

    def tab61(self, r: Request, s: dict) -> Response:
        b, t, why = "dnn$ctr388$ChangePassword", self.truth, ""
        hit = self.fired(r, s, "61", b + "$cmdUpdate", "dnn$dnnLOGIN$cmdLogin")
        if hit:
            self.takes(r, **{b + "$txtOldPassword": "old_password", b + "$txtNewPassword": "new_password", b + "$txtNewConfirm": "new_password_again"})
        if (gone := self.left(s, hit)) is not None:
            return gone
        me, menu = f"/Default.aspx?tabid=61&mid=388&SESSION={s['pass']}", f'<a href="/Default.aspx?tabid=60&amp;SESSION={s["pass"]}" class="CommandButton">回功能選單</a>'
        if hit == "?":
            return self.stale(me, s)
        if hit == b + "$cmdUpdate":
            old, new = r.get(b + "$txtOldPassword"), r.get(b + "$txtNewPassword")
            if old != t.portal_password:
                why = "舊密碼有誤，請重新輸入。"
            elif not self.strong(new) or new == old:
                why = "您所指定的新密碼無效，請依密碼設定條件輸入不同的密碼。"
            elif new != r.get(b + "$txtNewConfirm"):
                why = "新密碼與確認欄位必須一致。"
            else:
                t.portal_password = new
                t.counts["password_changed"] += 1
                return self.skin(s, "更改密碼", self.msg("密碼更新作業已完成。", True) + menu, "388", me.replace("&", "&amp;"), "61", self.bar())
            t.counts["password_refused"] += 1
        return self.skin(s, "更改密碼", f"""{self.msg(why)}<table>{self.row(b, "請輸入舊密碼：", "", "txtOldPassword", "password")}{self.row(b, "請輸入新密碼：", "", "txtNewPassword", "password")}{self.row(b, "請再輸入新密碼：", "", "txtNewConfirm", "password")}
<tr><td class="SubHead">密碼強度檢核：</td><td><div id="pwdMeter"></div></td></tr><tr><td class="SubHead">密碼設定條件：</td><td class="Normal">1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字</td></tr></table>
<p><img src="/images/save.gif" alt="">{self.cmd(b + "$cmdUpdate", "更新")} &nbsp; {menu}</p>""", "388", me.replace("&", "&amp;"), "61", self.bar())

    # ------------------------------------------------- inner
    def tab91(self, r: Request, s: dict) -> Response:
        b, t, p, note = "dnn$ctr640$EditContact", self.truth, self.truth.person, ""
        boxes = (("英文姓：", "txtEngLast", "english_surname", "ex:Chen(陳)"), ("英文首名：", "txtEngFirst", "english_given", "ex: Yi-Fen(怡芬) (說明)"), ("英文中名：", "txtEngMid", "english_middle", "ex:Mary 為英文別名，如無，可不填"),
                 ("辦公室電話：", "txtOffTel", "office_phone", "ex:61234或23123456"), ("住宅電話：", "txtHomTel", "home_phone", "ex:0223123456"), ("行動電話：", "txtCell", "mobile_phone", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))
        hit = self.fired(r, s, "91", b + "$cmdSave")
        if hit:
            self.takes(r, **{b + "$txtCell": "mobile_phone"})
        key = r.query.get("SESSION", "")
        if f"portal:{self.passes.get(key)}" not in t.sessions:
            return self.skin(s, "存取遭拒", self.msg("您沒有權限檢視此頁，請由 PORTAL 登入。") + f'<a href="{self.urls["portal"]}/">PORTAL</a>', "640", HOME["inner"])
        me = f"/Default.aspx?tabid=91&ctl=Edit&SESSION={key}"
        if hit == "?":
            return self.stale(me, s)
        v = {n: t.saved_contact.get(k, getattr(p, k)) for _, n, k, _ in boxes}
        if hit == b + "$cmdSave":
            v = {n: r.get(f"{b}${n}").strip() for n in v}
            if not re.fullmatch(r"09[0-9]{8}", v["txtCell"]):
                note = self.msg("行動電話須為10碼數字，例：0952000000")
            elif not re.fullmatch(r"[A-Za-z][A-Za-z \-]*", v["txtEngLast"]) or not v["txtEngFirst"]:
                note = self.msg("英文姓名欄位不可空白")
            else:
                t.saved_contact.update({k: v[n] for _, n, k, _ in boxes})
                t.counts["contact_saved"] += 1
                note = self.msg("個人連絡資料更新成功。", True)
        rows = "".join(self.row(b, lb, "", n, value=v[n], after=f'<span class="Normal">{h}</span>', attrs=' maxlength="40"') for lb, n, _, h in boxes)
        return self.skin(s, "台大醫院---維護個人連絡資料", f"""{note}<p>{self.cmd(b + "$cmdSave", '<img src="/images/save.gif" border="0" alt=""> 異動儲存')} <a class="CommandButton" href="{self.urls['portal']}/Default.aspx?tabid=60&amp;SESSION={key}">回功能選單</a></p>
<table><tr><td class="SubHead">員工編號：</td><td class="Normal">{p.employee_id} &nbsp; <b>姓名：</b>{p.name}</td></tr>{rows}</table>""", "640", me.replace("&", "&amp;"), "91")

    # ------------------------------------------------- account
    def tab12(self, r: Request, s: dict) -> Response:
        if self.fired(r, s, "12"):
            self.takes(r)
        return self.skin(s, "網路帳號服務", """<div class="Normal"><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><h4>《規範》</h4><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>請勿冒用院內同仁申請網路帳號。<li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</ul>
<h4>《常見問題與服務》</h4><p><b>密碼修改後多久可以生效</b><br>即時生效。</p><p><b>忘記密碼</b><br>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p>
<table border="1"><tr><td><a href="/Default.aspx?tabid=13"><b>啟用網路帳號及首次雲端帳號密碼設定</b></a></td><td>啟用本院微軟相關服務，如：Office365, Outlook...</td></tr><tr><td><a href="/Default.aspx?tabid=14"><b>重置雲端服務密碼</b></a></td><td>重設非Portal帳號的密碼</td></tr><tr><td><a href="#">總院廠商VPN展延申請</a></td><td></td></tr></table></div>""", "410", HOME["account"], "12")

    def tab13(self, r: Request, s: dict) -> Response:
        return self.proof(r, s, "13", "dnn$ctr412$ActivateView", "啟用網路帳號及首次雲端帳號密碼設定")

    def tab14(self, r: Request, s: dict) -> Response:
        return self.proof(r, s, "14", "dnn$ctr413$ResetView", "重置雲端服務密碼")

    def proof(self, r: Request, s: dict, tab: str, b: str, title: str) -> Response:
        t, url, ctr = self.truth, f"/Default.aspx?tabid={tab}", b[7:10]
        hit = self.fired(r, s, tab, b + "$lnkSend", b + "$btnPhoneOk", b + "$lnkPhoneCancel", b + "$btnNext", b + "$btnCancel", b + "$btnEnable", b + "$btnReset", b + "$lnkExit")
        if hit:
            self.takes(r, **{b + "$txtEmpNo": "employee_id", b + "$txtPhone": "registered_phone", b + "$txtOtp": "code", b + "$txtMailName": "alias", b + "$txtPwd": "cloud_password", b + "$txtPwd2": "cloud_password_again"})
        if hit == "?":
            return self.stale(url, s)
        hit = hit.rsplit("$", 1)[-1]
        if f"account:{s['sid']}" in t.sessions and s.get("tab") == tab:
            if hit in ("lnkExit", "btnCancel"):
                t.sessions.discard(f"account:{s['sid']}")
                t.counts["sign_out_account"] += 1
                del self.sess[s["sid"]]
                return redirect(HOME["account"], ("Set-Cookie", f"{NAME['account']}=; path=/; expires=Mon, 11-Oct-1999 16:00:00 GMT"))
            return (self.setting if tab == "13" else self.resetting)(r, s, hit, b, url)
        emp, note, phone = r.get(b + "$txtEmpNo").strip(), "", False
        if hit in ("lnkSend", "btnPhoneOk", "btnNext") and not re.fullmatch(r"[0-9]{6}", emp):
            note = self.msg("請輸入6位數之員工編號")
        elif hit == "lnkSend":
            s["asked"] = phone = True
        elif hit == "btnPhoneOk" and s.get("asked"):
            if emp != t.person.employee_id or r.get(b + "$txtPhone").strip() != (t.saved_contact.get("mobile_phone") or t.person.mobile_phone):
                note, phone = self.msg("門號錯誤：與本帳號登記之手機門號不同"), True
            else:
                s["otp"], s["otp_at"], s["otp_for"], s["asked"] = t.new_message(), time.time(), emp, False
                note = self.msg("<b>動態碼簡訊發送成功</b><br>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」", True)
        elif hit == "btnNext":
            if not s.get("otp") or s["otp_for"] != emp or r.get(b + "$txtOtp").strip() != s["otp"]:
                t.counts["code_refused"] += 1
                note = self.msg("驗證失敗，動態碼有誤")
            elif time.time() - s.pop("otp_at") > 120:
                s["otp"] = ""
                t.counts["code_refused"] += 1
                note = self.msg("驗證失敗，動態碼已逾2分鐘有效期")
            else:
                s["otp"], s["tab"] = "", tab
                t.sessions.add(f"account:{s['sid']}")
                t.counts["code_accepted"] += 1
                return (self.setting if tab == "13" else self.resetting)(r, s, "", b, url)
        panel = f"""<tr><td colspan="2"><div id="{b.replace('$', '_')}_pnlPhone" class="dnnPopup"><table>{self.row(b, "請輸入帳號登記的手機門號(10碼)", "", "txtPhone", attrs=' maxlength="10"')}<tr><td></td><td>{self.sub(b + "$btnPhoneOk", "確定發送")} {self.cmd(b + "$lnkPhoneCancel", "取消")}</td></tr></table></div></td></tr>""" if phone else ""
        return self.skin(s, title, f"""<div class="Normal">注意事項<ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。<li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<li>請輸入帳號與簡訊動態碼後按「下一步」。<li>如未申請MOTP服務請洽資訊服務台辦理(261120)。</ul></div>{note}
<table cellpadding="2">{self.row(b, "網路帳號 / 主職員工編號", "", "txtEmpNo", value=emp, after=self.cmd(b + "$lnkSend", "發送簡訊動態碼"), attrs=' maxlength="6"')}{panel}{self.row(b, "簡訊(或MOTP)動態碼", "", "txtOtp", attrs=' autocomplete="off"')}
<tr><td></td><td align="right">{self.sub(b + "$btnNext", "下一步")}</td></tr></table>""", ctr, url, tab, f'<a href="{HOME["account"]}">回首頁</a>')

    def setting(self, r: Request, s: dict, hit: str, b: str, url: str) -> Response:
        t, p, note = self.truth, self.truth.person, ""
        exit_ = self.cmd(b + "$lnkExit", "登出")
        name = r.get(b + "$txtMailName").strip().lower() if hit else ""
        if hit == "btnEnable":
            pw = r.get(b + "$txtPwd")
            if t.alias:
                note = "本帳號已啟用雲端服務，請勿重複申請"
            elif not re.fullmatch(r"[a-z][a-z0-9._-]{1,63}", name):
                note = "電子郵件名稱不合規定：限小寫英文、數字及 . _ - 符號"
            elif name in ("taken.name", "host", "admin"):
                note = "此電子郵件名稱已被使用，請重新命名"
            elif not self.strong(pw):
                note = "密碼不可少於8個字元，並需包含英文及數字"
            elif pw != r.get(b + "$txtPwd2"):
                note = "密碼確認不一致"
            elif pw == t.portal_password:
                note = "此密碼與Portal密碼相同，請更換"
            else:
                t.alias, t.cloud_password = name, pw
                t.counts["activated"] += 1
                return self.skin(s, "設定密碼與郵件別名", self.msg(f"您的雲端服務已開通（{name}@ntuh.gov.tw），將於隔日生效。", True), "412", url, "13", exit_)
        facts = "".join(f'<tr><td class="SubHead">{k}</td><td class="Normal"><span>{v}</span></td></tr>' for k, v in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        if t.alias:
            return self.skin(s, "設定密碼與郵件別名", f'{self.msg(note)}<table>{facts}<tr><td class="SubHead">郵件名稱</td><td class="Normal">{html.escape(t.alias)}@ntuh.gov.tw</td></tr><tr><td class="SubHead">服務狀態</td><td class="Normal">已開通，名稱不得變更</td></tr></table>', "412", url, "13", exit_)
        return self.skin(s, "設定密碼與郵件別名", f"""<div class="Normal">雲端服務帳號說明：<ol><li>雲端服務帳號為跨體系使用。<li>服務於設定完成隔日生效。</ol></div>{self.msg(note)}<table>{facts}
{self.row(b, "雲端服務帳號<br>(電子郵件名稱)", "", "txtMailName", value=name, after="@ntuh.gov.tw 名稱長度限64字元內", attrs=' maxlength="64"')}{self.row(b, "設定密碼", "", "txtPwd", "password")}{self.row(b, "密碼確認", "", "txtPwd2", "password")}
<tr><td></td><td>{self.sub(b + "$btnCancel", "取消啟用")} {self.sub(b + "$btnEnable", "啟用雲端服務")} <span class="NormalRed">服務於設定完成隔日生效</span></td></tr></table>""", "412", url, "13", exit_)

    def resetting(self, r: Request, s: dict, hit: str, b: str, url: str) -> Response:
        t, note, good = self.truth, "", False
        if hit == "btnReset":
            if not t.alias:
                note = "您尚未啟用雲端服務，請先辦理啟用"
            elif not self.strong(r.get(b + "$txtPwd")) or r.get(b + "$txtPwd") != r.get(b + "$txtPwd2"):
                note = "密碼不合規定或確認不一致"
            else:
                t.cloud_password = r.get(b + "$txtPwd")
                note, good = "密碼重置成功，即時生效。", True
        form = "" if good else f'<table>{self.row(b, "新雲端服務密碼", "", "txtPwd", "password")}{self.row(b, "密碼確認", "", "txtPwd2", "password")}<tr><td></td><td>{self.sub(b + "$btnReset", "確定重置")}</td></tr></table>'
        return self.skin(s, "重置雲端服務密碼", self.msg(note, good) + form, "413", url, "14", self.cmd(b + "$lnkExit", "登出"))

    # ------------------------------------------------- mail
    def tab70(self, r: Request, s: dict) -> Response:
        b, t, why = "dnn$ctr701$MailLogin", self.truth, ""
        hit = self.fired(r, s, "70", b + "$btnEnter")
        box = r.get(b + "$txtAcct").strip()
        if hit:
            self.takes(r, **{b + "$txtAcct": "mail_account", b + "$txtSecret": "mail_password", b + "$ctlCaptcha": "captcha"})
        if hit == "?":
            return self.stale(HOME["mail"], s)
        if hit == b + "$btnEnter":
            if not self.captcha_fits(s, r.get(b + "$ctlCaptcha").strip()):
                why = "圖形文字不相符"
            elif not t.alias or box.lower().removesuffix("@ntuh.gov.tw") != t.alias or r.get(b + "$txtSecret") != t.cloud_password:
                why = "信箱登入失敗，請檢查您輸入的資料"
            else:
                t.sessions.add(f"mail:{s['sid']}")
                t.counts["mail_sign_in"] += 1
                return redirect("/Default.aspx?tabid=71")
        return self.skin(s, "電子郵件", f"""{self.msg(why)}<table>{self.row(b, "帳號:", "", "txtAcct", value=box, after="@ntuh.gov.tw")}{self.row(b, "密碼:", "", "txtSecret", "password")}{self.row(b, "驗證碼(小寫字母或數字):", self.captcha(s, "abcdefghjkmnpqrstuvwxyz23456789", 5), "ctlCaptcha")}
<tr><td></td><td><input id="dnn_ctr701_chkCookie" type="checkbox" name="{b}$chkCookie"><label for="dnn_ctr701_chkCookie">記住登入資訊 (公用電腦請勿勾選)</label></td></tr><tr><td></td><td><input type="image" name="{b}$btnEnter" id="dnn_ctr701_btnEnter" src="/images/enter.gif" alt="登入"></td></tr></table>
<div class="Normal"><b>公佈欄</b><br>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<br>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}/">https://help.ntuh.gov.tw/</a></div>""", "701", HOME["mail"], "70")

    def tab71(self, r: Request, s: dict) -> Response:
        hit = self.fired(r, s, "71", "dnn$dnnLOGIN$cmdLogin")
        if hit:
            self.takes(r)
        if f"mail:{s['sid']}" not in self.truth.sessions:
            return redirect(HOME["mail"])
        if hit == "dnn$dnnLOGIN$cmdLogin":
            self.truth.sessions.discard(f"mail:{s['sid']}")
            self.truth.counts["sign_out_mail"] += 1
            del self.sess[s["sid"]]
            return redirect(HOME["mail"])
        return self.skin(s, "收件匣", f'<p class="Normal">{html.escape(self.truth.alias)}@ntuh.gov.tw</p><table border="1"><tr><th>寄件者<th>主旨<tr><td>資訊室<td>歡迎使用本院電子郵件</table>', "702", "/Default.aspx?tabid=71", "71", self.cmd("dnn$dnnLOGIN$cmdLogin", "登出"))

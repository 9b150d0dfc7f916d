"""ASP.NET WebForms 4.0 (2012): master page, ScriptManager and UpdatePanel, validators, menus of LinkButtons."""

from __future__ import annotations

import base64
import hashlib
import html
import re
import secrets
import sys
import time
from pathlib import Path


from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402

M, I = "ctl00$ContentPlaceHolder1$", "ctl00_ContentPlaceHolder1_"
HOSPITALS = [("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("T4", "新竹分院"), ("T5", "竹東分院"), ("Y0", "雲林分院")]
AXD = r"""function __doPostBack(t,a){var f=document.getElementById('aspnetForm');f.__EVENTTARGET.value=t;f.__EVENTARGUMENT.value=a;f.submit();}
function Page_ClientValidate(group){var ok=true,s=document.getElementsByTagName('span');for(var i=0;i<s.length;i++){var c=s[i].getAttribute('data-controltovalidate');
if(!c||s[i].getAttribute('data-group')!=group)continue;var bad=document.getElementById(c).value.replace(/\s/g,'')=='';s[i].style.display=bad?'inline':'none';if(bad)ok=false;}return ok;}
"""
MD5 = r"""function hex_md5(str){var s=unescape(encodeURIComponent(str)),K=[],i,R=[7,12,17,22,5,9,14,20,4,11,16,23,6,10,15,21];
for(i=0;i<64;i++)K[i]=Math.floor(Math.abs(Math.sin(i+1))*4294967296)|0;
var n=s.length,len=(((n+8)>>6)+1)*16,w=[];for(i=0;i<len;i++)w[i]=0;for(i=0;i<n;i++)w[i>>2]|=s.charCodeAt(i)<<((i%4)*8);
w[n>>2]|=0x80<<((n%4)*8);w[len-2]=n*8;var a0=0x67452301,b0=0xefcdab89|0,c0=0x98badcfe|0,d0=0x10325476;
for(var k=0;k<len;k+=16){var A=a0,B=b0,C=c0,D=d0;for(i=0;i<64;i++){var F,g;if(i<16){F=(B&C)|(~B&D);g=i;}else if(i<32){F=(D&B)|(~D&C);g=(5*i+1)%16;}
else if(i<48){F=B^C^D;g=(3*i+5)%16;}else{F=C^(B|~D);g=(7*i)%16;}F=(F+A+K[i]+w[k+g])|0;A=D;D=C;C=B;var r=R[(i>>4)*4+i%4];B=(B+((F<<r)|(F>>>(32-r))))|0;}
a0=(a0+A)|0;b0=(b0+B)|0;c0=(c0+C)|0;d0=(d0+D)|0;}
var o='',v=[a0,b0,c0,d0];for(i=0;i<16;i++)o+=('0'+((v[i>>2]>>>((i%4)*8))&255).toString(16)).slice(-2);return o;}
function CheckAndSetPassTextBox(id){var t=document.getElementById(id);if(t.value!=''){t.value=hex_md5(t.value);}return true;}
"""


def esc(s: str) -> str:
    return html.escape(s, quote=True)


def textbox(name: str, value: str = "", kind: str = "text", more: str = "") -> str:
    shown = f' value="{esc(value)}"' if value else ""
    return f'<input name="{M}{name}" type="{kind}"{shown} id="{I}{name}"{more} />'


def required(name: str, validator: str, said: str, group: str, shown: bool = False) -> str:
    return f'<span id="{I}{validator}" data-controltovalidate="{I}{name}" data-group="{group}" style="color:Red;display:{"inline" if shown else "none"};">{said}</span>'


def button(name: str, text: str, group: str = "", before: str = "") -> str:
    check = f"if(!Page_ClientValidate('{group}'))return false;" if group else ""
    click = f' onclick="{check}{before}"' if check or before else ""
    return f'<input type="submit" name="{M}{name}" value="{text}"{click} id="{I}{name}" />'


def link(name: str, text: str, prefix: str = M, more: str = "") -> str:
    return f'<a id="{(prefix + name).replace("$", "_")}"{more} href="javascript:__doPostBack(&#39;{prefix}{name}&#39;,&#39;&#39;)">{text}</a>'


def label(name: str, text: str, colour: str = "") -> str:
    return f'<span id="{I}{name}"' + (f' style="color:{colour};"' if colour else "") + f">{text}</span>"


class TheSite(Site):
    title = "updatepanel_2012"

    def __init__(self) -> None:
        super().__init__()
        self.sessions: dict[str, dict] = {}
        self.keys: dict[str, str] = {}
        self.new: list[tuple[str, str]] = []

    # ---- the framework
    def session(self, rq: Request) -> dict:
        sid, self.new = rq.cookies.get("ASP.NET_SessionId", ""), []
        if sid not in self.sessions:
            sid = secrets.token_hex(12)
            self.sessions[sid] = {"id": sid, "states": {}}
            self.new = [("Set-Cookie", f"ASP.NET_SessionId={sid}; path=/; HttpOnly")]
        return self.sessions[sid]

    def resource(self, rq: Request) -> Response | None:
        if rq.path.endswith("/WebResource.axd"):
            return Response(AXD, kind="application/x-javascript; charset=utf-8")
        if rq.path.endswith("/Scripts/md5.js"):
            return Response(MD5, kind="application/x-javascript; charset=utf-8")
        return None

    def event(self, rq: Request) -> str:
        """The control that caused the postback, without its naming container."""
        name = rq.get("__EVENTTARGET")
        if not name:
            name = next((k for k, _ in rq.form if re.search(r"\$i?btn[A-Za-z]+(\.x)?$", k)), "")
        return name.removesuffix(".x").removeprefix(M)

    def valid(self, rq: Request, s: dict) -> bool:
        want = s["states"].get((rq.host, rq.path))
        return want is not None and (rq.get("__VIEWSTATE"), rq.get("__EVENTVALIDATION")) == want

    def broken(self) -> Response:
        return Response("""<html><head><title>執行階段錯誤</title></head><body bgcolor="white"><h1>'/' 應用程式中發生伺服器錯誤。</h1>
<h2><i>無效的 Viewstate，或回傳或回呼引數無效。請重新開啟網頁。</i></h2></body></html>""", 500)

    def go(self, rq: Request, url: str) -> Response:
        if rq.get("__ASYNCPOST") == "true":
            return Response(f"{len(url)}|pageRedirect||{url}|", kind="text/plain; charset=utf-8", headers=self.new)
        return redirect(url, *self.new)

    def render(self, rq: Request, s: dict, title: str, panel: str, script: str = "", top: str = "") -> Response:
        state = (base64.b64encode(b"/wEPDwUK" + secrets.token_bytes(60)).decode(), base64.b64encode(b"/wEWB" + secrets.token_bytes(30)).decode())
        s["states"][(rq.host, rq.path)] = state
        if rq.get("__ASYNCPOST") == "true":
            parts = [("updatePanel", I + "UpdatePanel1", panel), ("hiddenField", "__VIEWSTATE", state[0]), ("hiddenField", "__EVENTVALIDATION", state[1])]
            parts += [("scriptStartupBlock", "ScriptContentNoTags", script)] if script else []
            return Response("".join(f"{len(c)}|{k}|{i}|{c}|" for k, i, c in parts), kind="text/plain; charset=utf-8", headers=self.new)
        startup = f'<script type="text/javascript">\n//<![CDATA[\n{script}//]]>\n</script>' if script else ""
        action = esc(rq.path.rsplit("/", 1)[-1] + ("?" + "&".join(f"{k}={v}" for k, v in rq.query.items()) if rq.query else ""))
        return Response(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head id="ctl00_Head1"><title>
	{title}
</title><meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<style type="text/css">body{{font-family:新細明體;font-size:11pt}}.hdr{{background:#036;color:#fff}}.hdr a{{color:#fff}}.modal{{border:2px solid #369;background:#eef;padding:12px;width:420px}}td.t{{background:#def;text-align:right}}</style></head>
<body><form name="aspnetForm" method="post" action="{action}" id="aspnetForm">
<div><input type="hidden" name="ctl00_ScriptManager1_HiddenField" id="ctl00_ScriptManager1_HiddenField" value="" />
<input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" /><input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{state[0]}" /></div>
<script src="/WebResource.axd?d=pynGkmcFUV13He1Qd6_TZA&amp;t=634773918900000000" type="text/javascript"></script>
<div><input type="hidden" name="__EVENTVALIDATION" id="__EVENTVALIDATION" value="{state[1]}" /></div>
<table width="100%" class="hdr"><tr><td><b>{title}</b></td><td align="right">{top}
<input name="ctl00$txtKeyword" type="text" id="ctl00_txtKeyword" size="10" title="關鍵字" /> <input type="submit" name="ctl00$btnSearch" value="查詢" id="ctl00_btnSearch" /></td></tr></table>
<div id="{I}UpdatePanel1">{panel}</div>
<div id="{I}UpdateProgress1" style="display:none;" role="status">資料處理中，請稍候...</div>
<hr /><span id="ctl00_lblFooter">資訊室 製作 最佳瀏覽解析度 1024*768</span>
{startup}</form></body></html>""", headers=self.new)

    def code(self, host: str, letters: str = "", length: int = 6) -> None:
        self.keys[host] = self.truth.new_captcha(letters, length) if letters else self.truth.new_captcha()

    def same(self, host: str, answer: str) -> bool:
        text = self.keys.pop(host, "")
        return bool(text) and text == self.truth.captcha and answer.strip().lower() == text.lower()

    # ---- portal
    def portal(self, rq: Request) -> Response:
        if fixed := self.resource(rq):
            return fixed
        s = self.session(rq)
        if rq.path == "/":
            return redirect("/General/Login.aspx", *self.new)
        if rq.path == "/General/VerifyCode.ashx":
            return Response(picture(self.keys.get("portal", "")), kind="image/gif", headers=[("Cache-Control", "no-cache")])
        if rq.path == "/General/Login.aspx":
            return self.login(rq, s)
        number = rq.query.get("SESSION", "")
        if rq.method == "POST":
            self.takes(rq)
        if number not in s.get("tickets", ()):
            return self.go(rq, "/General/Login.aspx?msg=timeout")
        if rq.path == "/Portal/Menu.aspx":
            if rq.method == "POST":
                if not self.valid(rq, s):
                    return self.broken()
                what = self.event(rq)
                if what == "ctl00$lbtLogout":
                    s["tickets"].remove(number)
                    self.truth.sessions.discard(f"portal:{number}")
                    self.truth.counts["sign_out_portal"] += 1
                    return self.go(rq, "/General/Login.aspx?msg=logout")
                for item, page in (("rptMenu$ctl00$lbtItem", "ChangePwd"), ("rptMenu$ctl05$lbtItem", "EmpContact")):
                    if what == item:
                        return self.go(rq, f"{self.urls['inner']}/WebApplication/{page}.aspx?SESSION={number}")
            items = ["更改密碼", "個人簽章提醒設定", "薪資所得免稅額申報表", "員工待遇福利查詢", "查詢員工連絡資料", "維護個人連絡資料", "個人就醫紀錄查詢", "個人追蹤名單", "權限更改申請(總院)", "行動憑證申請"]
            rows = "".join(f"<tr><td>{link(f'rptMenu$ctl{i:02}$lbtItem', t)}</td></tr>" for i, t in enumerate(items))
            said = label("lblMsg", "此系統目前維護中", "Red") if rq.method == "POST" else ""
            return self.render(rq, s, "醫療資訊系統", f"""<table><tr><td>醫療系統 ▾ 醫療支援 ▾ 其他資源 ▾ 數位學習 ▾ 資訊安全 ▾ 行政系統 ▾ <b>個人管理 ▾</b></td></tr></table>
{label("lblHello", self.truth.person.name + " 您好!")} 總院差勤待簽 0 未核准 0 被駁回 0 {said}<table id="{I}tblMenu">{rows}</table>""", top=link("lbtLogout", "登出", "ctl00$"))
        return Response("找不到資源。", 404)

    def login(self, rq: Request, s: dict) -> Response:
        said, user = {"timeout": "您尚未登入或連線逾時", "logout": "您已登出系統"}.get(rq.query.get("msg", ""), ""), ""
        missing: set[str] = set()
        if rq.method == "POST":
            self.takes(rq, **{M + "ddlHospital": "campus", M + "txtUser": "employee_id", M + "txtPass": "portal_password", M + "txtVerify": "captcha"})
            if not self.valid(rq, s):
                return self.broken()
            user, said = rq.get(M + "txtUser").strip(), ""
            if self.event(rq) == "btnLogin":
                right = self.same("portal", rq.get(M + "txtVerify"))
                missing = {n for n in ("txtUser", "txtPass", "txtVerify") if not rq.get(M + n).strip()}
                digest = hashlib.md5(self.truth.portal_password.encode()).hexdigest()
                if not missing and right and user == self.truth.person.employee_id and rq.get(M + "txtPass") == digest and rq.get(M + "ddlHospital") in dict(HOSPITALS):
                    number = secrets.token_hex(16).upper()
                    s.setdefault("tickets", []).append(number)
                    self.truth.sessions.add(f"portal:{number}")
                    self.truth.counts["sign_in"] += 1
                    self.new.append(("Set-Cookie", f"_CK_Portal={secrets.token_hex(8)}; path=/"))
                    return self.go(rq, f"/Portal/Menu.aspx?SESSION={number}")
                self.truth.counts["sign_in_refused"] += 1
                said = "" if missing else "驗證碼輸入錯誤！" if not right else "登入失敗：帳號密碼不符！"
        self.code("portal")
        options = "".join(f'<option value="{v}">{t}</option>' for v, t in HOSPITALS)
        box = f"{I}txtPass"
        return self.render(rq, s, "醫療資訊系統 PORTAL", f"""<script src="/Scripts/md5.js" type="text/javascript"></script>
<table border="0" cellpadding="3"><tr><td class="t">院區</td><td><select name="{M}ddlHospital" id="{I}ddlHospital">{options}</select></td></tr>
<tr><td class="t">帳號</td><td>{textbox("txtUser", user, more=' maxlength="10"')} {required("txtUser", "rfvUser", "請輸入帳號", "login", "txtUser" in missing)}</td></tr>
<tr><td class="t">密碼</td><td>{textbox("txtPass", kind="password", more=' maxlength="20"')} {required("txtPass", "rfvPass", "請輸入密碼", "login", "txtPass" in missing)}</td></tr>
<tr><td class="t">驗證碼</td><td>{textbox("txtVerify", more=' maxlength="6" autocomplete="off"')} <img id="{I}imgVerify" src="/General/VerifyCode.ashx?t={secrets.randbelow(10**8)}" style="border-width:0px;" />
{link("lbtNewCode", "更換圖片")} (不用區分大小寫) {required("txtVerify", "rfvVerify", "請輸入驗證碼", "login", "txtVerify" in missing)}</td></tr>
<tr><td></td><td>{button("btnLogin", "登入系統", "login", f"CheckAndSetPassTextBox('{box}');")} {label("lblMsg", said, "Red")}</td></tr></table>
<a href="{self.urls['account']}/Default.aspx">網路帳號服務</a>""")

    # ---- inner
    def inner(self, rq: Request) -> Response:
        if fixed := self.resource(rq):
            return fixed
        s, number = self.session(rq), rq.query.get("SESSION", "")
        if f"portal:{number}" not in self.truth.sessions:
            if rq.method == "POST":
                self.takes(rq)
            return self.go(rq, f"{self.urls['portal']}/General/Login.aspx?msg=timeout")
        if rq.method == "POST":
            self.takes(rq, **{M + "txtOldPwd": "old_password", M + "txtNewPwd": "new_password", M + "txtNewPwd2": "new_password_again", M + "txtMobile": "mobile_phone"})
            if not self.valid(rq, s):
                return self.broken()
            if self.event(rq) == "lbtBack":
                return self.go(rq, f"{self.urls['portal']}/Portal/Menu.aspx?SESSION={number}")
            if self.event(rq) == "lbtLogout":
                self.truth.sessions.discard(f"portal:{number}")
                for other in self.sessions.values():
                    if number in other.get("tickets", ()):
                        other["tickets"].remove(number)
                self.truth.counts["sign_out_portal"] += 1
                return self.go(rq, f"{self.urls['portal']}/General/Login.aspx?msg=logout")
        foot = f'<p>{link("lbtBack", "回功能選單")} {link("lbtLogout", "登出系統")}</p>'
        if rq.path == "/WebApplication/ChangePwd.aspx":
            return self.change(rq, s, foot)
        if rq.path == "/WebApplication/EmpContact.aspx":
            return self.contact(rq, s, foot)
        return Response("找不到資源。", 404)

    def change(self, rq: Request, s: dict, foot: str) -> Response:
        said, colour, missing = "", "Red", set()
        if rq.method == "POST" and self.event(rq) == "btnConfirm":
            old, new, again = (rq.get(M + n) for n in ("txtOldPwd", "txtNewPwd", "txtNewPwd2"))
            missing = {n for n in ("txtOldPwd", "txtNewPwd", "txtNewPwd2") if not rq.get(M + n)}
            if not missing and old == self.truth.portal_password and new == again and new != old and len(new) > 7 and re.search("[A-Za-z]", new) and re.search(r"\d", new):
                self.truth.portal_password = new
                self.truth.counts["password_changed"] += 1
                said, colour = "密碼異動成功，請記住您的新密碼。", "Blue"
            else:
                self.truth.counts["password_refused"] += 1
                if not missing:
                    said = "舊密碼驗證失敗" if old != self.truth.portal_password else "新密碼兩次輸入不一致" if new != again else "新密碼與舊密碼相同" if new == old else "新密碼不符合密碼設定條件"
        rows = "".join(
            f'<tr><td class="t">{t}</td><td>{textbox(n, kind="password", more=" maxlength=&#39;30&#39;".replace("&#39;", chr(34)))} {required(n, v, "必填欄位", "pwd", n in missing)}</td></tr>'
            for n, t, v in (("txtOldPwd", "請輸入舊密碼：", "rfvOld"), ("txtNewPwd", "請輸入新密碼：", "rfvNew"), ("txtNewPwd2", "請再輸入新密碼：", "rfvNew2")))
        return self.render(rq, s, "更改密碼", f"""<table>{rows}<tr><td class="t">密碼強度檢核：</td><td>{label("lblStrength", "")}</td></tr></table>
<span id="{I}cvPwd" style="color:Red;display:none;">新密碼兩次輸入不一致</span> <span id="{I}revPwd" style="color:Red;display:none;">密碼長度不足</span>
<p>密碼設定條件：<br />1.密碼長度不可少於8個字元<br />2.密碼內容需包含英文及數字</p>{button("btnConfirm", "確認變更", "pwd")} {label("lblMsg", said, colour)}{foot}""")

    def contact(self, rq: Request, s: dict, foot: str) -> Response:
        names = {"txtESurname": "english_surname", "txtEGiven": "english_given", "txtEMiddle": "english_middle", "txtOfficeTel": "office_phone", "txtHomeTel": "home_phone", "txtMobile": "mobile_phone"}
        script, p, wrong = "", self.truth.person, False
        if rq.method == "POST" and self.event(rq) == "btnSave":
            if all(rq.has(M + n) for n in names) and re.fullmatch(r"09\d{8}", rq.get(M + "txtMobile").strip()):
                self.truth.saved_contact = {k: rq.get(M + n).strip() for n, k in names.items()}
                self.truth.counts["contact_saved"] += 1
                script = "alert('個人連絡資料修改成功！');"
            else:
                wrong = True
        box = {n: textbox(n, rq.get(M + n) if wrong else self.truth.saved_contact.get(k, getattr(p, k))) for n, k in names.items()}
        return self.render(rq, s, "台大醫院---維護個人連絡資料", f"""{button("btnSave", "異動儲存", "contact")}
<table border="1" cellspacing="0"><tr><td class="t">員工編號：</td><td>{label("lblEmpNo", p.employee_id)}</td><td class="t">姓名：</td><td>{label("lblName", p.name)}</td></tr>
<tr><td class="t">英文姓：</td><td colspan="3">{box["txtESurname"]} ex:Chen(陳)</td></tr><tr><td class="t">英文首名：</td><td colspan="3">{box["txtEGiven"]} ex: Yi-Fen(怡芬) <a href="#">(說明)</a></td></tr>
<tr><td class="t">英文中名：</td><td colspan="3">{box["txtEMiddle"]} ex:Mary 為英文別名，如無，可不填</td></tr>
<tr><td class="t">辦公室電話：</td><td>{box["txtOfficeTel"]}<br />ex:61234或23123456</td><td class="t">住宅電話：</td><td>{box["txtHomeTel"]}<br />ex:0223123456</td></tr>
<tr><td class="t">行動電話：</td><td colspan="3">{box["txtMobile"]} {required("txtMobile", "rfvMobile", "請輸入行動電話", "contact")}
<span id="{I}revMobile" style="color:Red;display:{"inline" if wrong else "none"};">行動電話格式不符</span> ex:0952000000 (如離職或更換門號，請記得調整此欄位)</td></tr></table>{foot}""", script)

    # ---- account
    def account(self, rq: Request) -> Response:
        if fixed := self.resource(rq):
            return fixed
        s = self.session(rq)
        if rq.path == "/":
            return redirect("/Default.aspx", *self.new)
        if rq.method == "POST":
            self.takes(rq, **{M + "txtAccount": "employee_id", M + "txtPhone": "registered_phone", M + "txtOTP": "code", M + "txtAlias": "alias", M + "txtCloudPwd": "cloud_password", M + "txtCloudPwd2": "cloud_password_again"})
            if not self.valid(rq, s):
                return self.broken()
            if self.event(rq) == "ctl00$lbtExit":
                if s.pop("proof", None):
                    self.truth.sessions.discard(f"account:{s['id']}")
                    self.truth.counts["sign_out_account"] += 1
                return self.go(rq, "/Default.aspx")
        if rq.path == "/Default.aspx":
            return self.front(rq, s)
        if rq.path == "/Verify.aspx":
            return self.verify(rq, s)
        if rq.path == "/SetAlias.aspx" and s.get("proof") == "1":
            return self.alias(rq, s)
        if rq.path == "/ResetPwd.aspx" and s.get("proof") == "2":
            return self.reset(rq, s)
        return self.go(rq, "/Default.aspx")

    def front(self, rq: Request, s: dict) -> Response:
        if rq.method == "POST" and self.event(rq) in ("lbtEnable", "lbtReset"):
            return self.go(rq, f"/Verify.aspx?type={1 if self.event(rq) == 'lbtEnable' else 2}")
        return self.render(rq, s, "網路帳號管理", f"""<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><p><b>《規範》</b></p><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p>
<ul><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul>
<p><b>《常見問題與服務》</b></p><p>密碼修改後多久可以生效：即時生效。</p><p>忘記密碼：請您親自以下方按鈕(重置)取得簡訊後進行密碼設定。</p>
<table border="1"><tr><td>{link("lbtEnable", "啟用網路帳號及首次雲端帳號密碼設定")}</td><td>啟用本院微軟相關服務，如：Office365, Outlook...</td></tr>
<tr><td>{link("lbtReset", "重置雲端服務密碼")}</td><td>重設非Portal帳號的密碼：Email, 無線網路...</td></tr><tr><td>{link("lbtVpn", "總院廠商VPN展延申請")}</td><td>總院廠商VPN到期，重新啟用申請。</td></tr></table>""")

    def verify(self, rq: Request, s: dict) -> Response:
        kind = "2" if rq.query.get("type") == "2" else "1"
        said, popup = "", ""
        who = rq.get(M + "txtAccount").strip()
        if rq.method == "POST":
            what = self.event(rq)
            if what in ("btnSend", "btnPhone", "btnNext") and who != self.truth.person.employee_id:
                said = "請輸入網路帳號" if not who else "帳號不存在，請重新輸入"
            elif what == "btnSend":
                s["popup"], popup = kind, "phone"
            elif what == "btnPhone" and s.get("popup") == kind:
                if rq.get(M + "txtPhone").strip() == self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone):
                    s.pop("popup")
                    s["otp"], popup = (self.truth.new_message(), time.time(), kind), "sent"
                else:
                    said, popup = "手機門號與註冊門號不符", "phone"
            elif what == "btnNext":
                text, at, whose = s.get("otp", ("", 0.0, ""))
                if text and whose == kind and time.time() - at <= 120 and rq.get(M + "txtOTP").strip() == text:
                    del s["otp"]
                    s["proof"] = kind
                    self.truth.sessions.add(f"account:{s['id']}")
                    self.truth.counts["code_accepted"] += 1
                    return self.go(rq, "/SetAlias.aspx" if kind == "1" else "/ResetPwd.aspx")
                self.truth.counts["code_refused"] += 1
                said = "動態碼已失效，請重新發送" if text and time.time() - at > 120 else "動態碼驗證失敗，請重新輸入"
        extra = ""
        if popup == "phone":
            extra = f'<div id="{I}pnlPhone" class="modal">請輸入帳號登記的手機門號(10碼)<br />{textbox("txtPhone", more=" maxlength=10")}<br />{button("btnPhone", "確定發送")} {button("btnCancel", "取消")}</div>'
        elif popup == "sent":
            extra = f'<div id="{I}pnlSent" class="modal"><b>動態碼簡訊發送成功</b><br />成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」<br />{button("btnOK", "確定")}</div>'
        title = "啟用網路帳號及首次雲端帳號密碼設定" if kind == "1" else "重置雲端服務密碼"
        return self.render(rq, s, title, f"""<p>注意事項</p><ul><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li><li>如果有安裝MOTP APP，則可直接開啟APP取得動態碼，無須透過簡訊發送。</li></ul>
<table><tr><td class="t">網路帳號 / 主職員工編號</td><td>{textbox("txtAccount", who, more=' maxlength="6"')} {button("btnSend", "發送簡訊動態碼")}</td></tr>
<tr><td class="t">簡訊(或MOTP)動態碼</td><td>{textbox("txtOTP", rq.get(M + "txtOTP"), more=' maxlength="10" autocomplete="off"')}</td></tr><tr><td></td><td>{button("btnNext", "下一步")} {label("lblMsg", said, "Red")}</td></tr></table>{extra}""", top=link("lbtExit", "回首頁", "ctl00$"))

    def alias(self, rq: Request, s: dict) -> Response:
        said, name, new = "", rq.get(M + "txtAlias").strip(), rq.get(M + "txtCloudPwd")
        missing: set[str] = set()
        done = False
        if rq.method == "POST":
            what = self.event(rq)
            if what == "btnCancelEnable":
                s.pop("proof")
                self.truth.sessions.discard(f"account:{s['id']}")
                self.truth.counts["sign_out_account"] += 1
                return self.go(rq, "/Default.aspx")
            if what == "btnEnable":
                missing = {n for n in ("txtAlias", "txtCloudPwd", "txtCloudPwd2") if not rq.get(M + n)}
                if self.truth.alias:
                    said = "雲端服務帳號不可重複啟用"
                elif missing:
                    pass
                elif not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?", name):
                    said = "雲端服務帳號含有不允許的字元"
                elif name.lower() == "taken.name":
                    said = "雲端服務帳號已被使用"
                elif new != rq.get(M + "txtCloudPwd2") or len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search(r"\d", new):
                    said = "密碼不一致或不符合密碼原則(8碼以上，含英文及數字)"
                else:
                    self.truth.alias, self.truth.cloud_password, done = name, new, True
                    self.truth.counts["activated"] += 1
        p = self.truth.person
        facts = "".join(f'<tr><td class="t">{t}</td><td>{label(n, v)}</td></tr>' for n, t, v in (
            ("lblAccount", "網路帳號 / 主職員工編號", p.employee_id), ("lblCName", "帳號姓名", p.name), ("lblDept", "主職單位", p.unit), ("lblExpire", "有效期限", p.valid_until)))
        if self.truth.alias:
            note = "帳號啟用作業已完成，感謝您的使用。" if done else said or "此帳號之雲端服務已於先前啟用，無需再設定。"
            rest = f'<tr><td class="t">雲端服務帳號 (電子郵件名稱)</td><td>{label("lblAlias", esc(self.truth.alias))}@ntuh.gov.tw</td></tr></table>{label("lblMsg", note, "Blue")}'
        else:
            rest = f"""<tr><td class="t">雲端服務帳號 (電子郵件名稱)</td><td>{textbox("txtAlias", name, more=' maxlength="64"')}@ntuh.gov.tw 名稱長度限64字元內 {required("txtAlias", "rfvAlias", "請輸入雲端服務帳號", "alias", "txtAlias" in missing)}</td></tr>
<tr><td class="t">雲端服務密碼</td><td>{textbox("txtCloudPwd", kind="password")} {required("txtCloudPwd", "rfvCloudPwd", "請輸入密碼", "alias", "txtCloudPwd" in missing)}</td></tr>
<tr><td class="t">確認密碼</td><td>{textbox("txtCloudPwd2", kind="password")} {required("txtCloudPwd2", "rfvCloudPwd2", "請再次輸入密碼", "alias", "txtCloudPwd2" in missing)}</td></tr></table>
{button("btnCancelEnable", "取消啟用")} {button("btnEnable", "啟用雲端服務", "alias", "return confirm('電子郵件別名設定後不能修改，確定啟用？');")} 服務於設定完成隔日生效<br />{label("lblMsg", said, "Red")}"""
        return self.render(rq, s, "設定密碼與郵件別名", f"<p>1. 雲端服務帳號為跨體系使用。<br />2. 服務於設定完成隔日生效。</p><table>{facts}{rest}", top=link("lbtExit", "離開", "ctl00$"))

    def reset(self, rq: Request, s: dict) -> Response:
        script, new = "", rq.get(M + "txtCloudPwd")
        if rq.method == "POST" and self.event(rq) == "btnReset":
            if not self.truth.alias:
                script = "alert('您尚未啟用雲端服務！');"
            elif new != rq.get(M + "txtCloudPwd2") or len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search(r"\d", new):
                script = "alert('密碼不一致或不符合密碼原則！');"
            else:
                self.truth.cloud_password = new
                script = "alert('雲端服務密碼重置成功！');"
        return self.render(rq, s, "重置雲端服務密碼", f"""<table><tr><td class="t">新密碼</td><td>{textbox("txtCloudPwd", kind="password")}</td></tr>
<tr><td class="t">確認新密碼</td><td>{textbox("txtCloudPwd2", kind="password")}</td></tr></table>{button("btnReset", "確定重置")}""", script, top=link("lbtExit", "離開", "ctl00$"))

    # ---- mail
    def mail(self, rq: Request) -> Response:
        if fixed := self.resource(rq):
            return fixed
        s = self.session(rq)
        if rq.path == "/":
            return redirect("/Mail/Logon.aspx", *self.new)
        if rq.path == "/Mail/Code.ashx":
            return Response(picture(self.keys.get("mail", ""), "PNG"), kind="image/png")
        if rq.method == "POST":
            self.takes(rq, **{M + "txtMailUser": "mail_account", M + "txtMailPwd": "mail_password", M + "txtCode": "captcha"})
            if not self.valid(rq, s):
                return self.broken()
        if rq.path == "/Mail/Inbox.aspx":
            if not s.get("mail"):
                return self.go(rq, "/Mail/Logon.aspx")
            if rq.method == "POST" and self.event(rq) == "ctl00$lbtLogoff":
                s.pop("mail")
                self.truth.sessions.discard(f"mail:{s['id']}")
                self.truth.counts["sign_out_mail"] += 1
                return self.go(rq, "/Mail/Logon.aspx")
            return self.render(rq, s, "收件匣", f'<table id="{I}gvInbox" border="1"><tr><th>寄件者</th><th>主旨</th></tr><tr><td>資訊室</td><td>歡迎使用本院電子信</td></tr></table>', top=link("lbtLogoff", "登出信箱", "ctl00$"))
        said = ""
        if rq.method == "POST" and self.event(rq) == "btnLogon":
            right = self.same("mail", rq.get(M + "txtCode"))
            who = rq.get(M + "txtMailUser").strip().lower().removesuffix("@ntuh.gov.tw")
            if right and self.truth.alias and who == self.truth.alias.lower() and rq.get(M + "txtMailPwd") == self.truth.cloud_password:
                s["mail"] = True
                self.truth.sessions.add(f"mail:{s['id']}")
                self.truth.counts["mail_sign_in"] += 1
                return self.go(rq, "/Mail/Inbox.aspx")
            said = "驗證碼不正確" if not right else "帳號或密碼不正確"
        self.code("mail", "abcdefghijkmnpqrstuvwxyz23456789", 6)
        return self.render(rq, s, "電子信系統", f"""<table><tr><td class="t">帳號:</td><td>{textbox("txtMailUser")}</td></tr><tr><td class="t">密碼:</td><td>{textbox("txtMailPwd", kind="password")}</td></tr>
<tr><td class="t">驗證碼(小寫字母或數字):</td><td>{textbox("txtCode", more=' maxlength="6"')} <img id="{I}imgCode" src="/Mail/Code.ashx?{secrets.randbelow(10**6)}" /></td></tr>
<tr><td></td><td><input id="{I}chkRemember" type="checkbox" name="{M}chkRemember" /><label for="{I}chkRemember">記住登入資訊 (公用電腦請勿勾選)</label></td></tr>
<tr><td></td><td>{button("btnLogon", "登入")} {label("lblMsg", said, "Red")}</td></tr></table><p><b>公佈欄</b><br />體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p>""")

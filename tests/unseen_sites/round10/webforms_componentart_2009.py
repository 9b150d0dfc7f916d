from __future__ import annotations

import base64
import hashlib
import html
import os
import re
import time
import uuid

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

MD5_JS = r"""function calcMD5(s){s=unescape(encodeURIComponent(s));var k=[],i=0,j,h,a,b,c,d,l,w=[],n=s.length;for(;i<64;)k[i]=0|(Math.abs(Math.sin(++i))*4294967296);h=[b=1732584193,c=-271733879,~b,~c];for(i=0;i<n;i++)w[i>>2]|=s.charCodeAt(i)<<(i%4*8);w[n>>2]|=128<<(n%4*8);l=((n+8>>6)+1)*16;w[l-2]=n*8;for(i=0;i<l;i+=16){a=h;for(j=0;j<64;)a=[d=a[3],((b=a[1])|0)+((d=(a[0]+[b&(c=a[2])|~b&d,d&b|~d&c,b^c^d,c^(b|~d)][a=j>>4])+(k[j]+(w[[j,5*j+1,3*j+5,7*j][a]%16+i]|0)))<<(a=[7,12,17,22,5,9,14,20,4,11,16,23,6,10,15,21][4*a+j++%4])|d>>>32-a),b,c];for(j=4;j;)h[--j]=h[j]+a[j]|0}for(s='',j=0;j<32;)s+=((h[j>>3]>>((1^j++&7)*4))&15).toString(16);return s}
function CheckAndSetPassTextBox(id){var o=document.getElementById(id);if(o.value.length>0)o.value=calcMD5(o.value);return true;}
"""

POSTBACK = """<script type="text/javascript">
//<![CDATA[
var theForm = document.forms['aspnetForm'];
if (!theForm) { theForm = document.aspnetForm; }
function __doPostBack(eventTarget, eventArgument) {
    if (!theForm.onsubmit || (theForm.onsubmit() != false)) {
        theForm.__EVENTTARGET.value = eventTarget;
        theForm.__EVENTARGUMENT.value = eventArgument;
        theForm.submit();
    }
}
function CA_Show(id){var d=document.getElementById(id);d.style.display='block';}
function CA_Hide(id){var d=document.getElementById(id);d.style.display='none';return false;}
//]]>
</script>"""

HOSPITALS = (("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("T4", "新竹分院"), ("T5", "竹東分院"), ("Y0", "雲林分院"))
M = "ctl00$cphMain$"


class TheSite(Site):
    title = "webforms_componentart_2009"

    def __init__(self) -> None:
        super().__init__()
        self.live: dict[tuple[str, str], tuple[str, str]] = {}
        self.bag: dict[str, dict] = {}
        self.entered: dict[str, str] = {}     # SESSION= -> cookie of the portal

    # -- plumbing of the framework
    def cookie(self, r: Request, name: str) -> tuple[str, list]:
        sid = r.cookies.get(name, "")
        if sid in self.bag:
            return sid, []
        sid = base64.b32encode(os.urandom(15)).decode().lower()
        self.bag[sid] = {}
        return sid, [("Set-Cookie", f"{name}={sid}; path=/; HttpOnly")]

    def aspx(self, sid: str, page: str, action: str, title: str, inside: str, extra: list | None = None, head: str = "") -> Response:
        vs = "/wEPDwUK" + base64.b64encode(os.urandom(90)).decode()
        ev = "/wEWCAL" + base64.b64encode(os.urandom(30)).decode()
        self.live[(sid, page)] = (vs, ev)
        return Response(f'''<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head id="ctl00_Head1"><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>
	{title}
</title><link href="/App_Themes/Vista/menuStyle.css" type="text/css" rel="stylesheet" /><link href="/App_Themes/Vista/dialogStyle.css" type="text/css" rel="stylesheet" />{head}</head>
<body>
<form name="aspnetForm" method="post" action="{html.escape(action)}" id="aspnetForm">
<div>
<input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" />
<input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{vs}" />
</div>
{POSTBACK}
<!-- ComponentArt Web.UI Client Framework 2009.1.1819 -->
<script src="/ComponentArtScript.axd?f=A10&amp;d=2009" type="text/javascript"></script>
<div>
	<input type="hidden" name="__EVENTVALIDATION" id="__EVENTVALIDATION" value="{ev}" />
</div>
{inside}
</form>
</body>
</html>''', headers=list(extra or []))

    def valid(self, r: Request, sid: str, page: str) -> bool:
        want = self.live.pop((sid, page), None)
        return want is not None and (r.get("__VIEWSTATE"), r.get("__EVENTVALIDATION")) == want

    def broken(self, back: str) -> Response:
        return Response(f'<html><head><title>狀態資訊無效</title></head><body><h2><i>此頁面的狀態資訊無效，而且可能已損毀。</i></h2><p>請<a href="{back}">重新開啟網頁</a>。</p></body></html>', 500)

    def dialog(self, title: str, text: str) -> str:
        """ComponentArt:Dialog with its header and content templates, open."""
        return f'''<div id="ctl00_DialogMsg" class="dialog" style="position:absolute;left:240px;top:160px;z-index:9000;">
<table cellpadding="0" cellspacing="0" width="320"><tr><td class="dlgHeader">{title}</td></tr><tr><td class="dlgContent"><img src="/App_Themes/Vista/info.gif" alt="" /> {text}</td></tr>
<tr><td class="dlgFooter" align="right"><input type="button" value="確定" onclick="return CA_Hide('ctl00_DialogMsg');" /></td></tr></table></div>'''

    # -- portal
    def portal(self, r: Request) -> Response:
        t = self.truth
        sid, ck = self.cookie(r, "ASP.NET_SessionId")
        bag = self.bag[sid]
        if r.path in ("/", "/General/Default.aspx"):
            return redirect("/General/Login.aspx", *ck)
        if r.path == "/General/VerifyImage.aspx":
            if r.query.get("k") != bag.get("k") or "pic" not in bag:
                return Response(b"", 404, "image/gif")
            return Response(picture(bag["pic"], "GIF"), kind="image/gif", headers=[("Cache-Control", "private, no-store")])
        if r.path == "/General/Login.aspx":
            said = ""
            if r.method == "POST":
                self.takes(r, **{M + "txtUserID": "employee_id", M + "txtPass": "portal_password", M + "txtVerifyCode": "captcha", M + "cboHospital_SelectedIndex": "campus"})
                if not self.valid(r, sid, "login"):
                    return self.broken("/General/Login.aspx")
                shown = bag.pop("pic", "")
                if r.has(M + "ibnRegen.x"):
                    pass
                elif not r.has(M + "imgBtnSubmit.x"):
                    pass
                else:
                    good = shown and shown == t.captcha and r.get(M + "txtVerifyCode").strip().upper() == shown
                    t.captcha = ""
                    want = hashlib.md5(t.portal_password.encode()).hexdigest()
                    if not good:
                        said = "圖形檢查碼輸入錯誤"
                    elif r.get(M + "cboHospital_SelectedIndex") not in ("0", "1", "2", "3", "4", "5"):
                        said = "未選取院區"
                    elif r.get(M + "txtUserID").strip() != t.person.employee_id or r.get(M + "txtPass") != want:
                        said = "登入失敗：員工代號或通行碼有誤"
                    else:
                        key = uuid.uuid4().hex.upper()
                        self.entered[key] = sid
                        t.sessions.add(f"portal:{key}")
                        t.counts["sign_in"] += 1
                        return redirect(f"/General/Redirect.aspx?SESSION={key}", *ck)
                    t.counts["sign_in_refused"] += 1
            bag["pic"], bag["k"] = t.new_captcha(), uuid.uuid4().hex[:8]
            items = "".join(f'<tr><td class="comboItem" onclick="cboPick({i},\'{n}\')">{n}</td></tr>' for i, (_, n) in enumerate(HOSPITALS))
            box = f'''<table class="LoginFrame" align="center" cellpadding="3"><tr><td colspan="3"><img src="/images/logo.gif" alt="醫療資訊系統" /></td></tr>
<tr><td align="right">院區</td><td colspan="2"><input type="text" name="{M}cboHospital_Input" id="ctl00_cphMain_cboHospital_Input" value="總院區" readonly="readonly" class="comboTextBox" onclick="CA_Show('ctl00_cphMain_cboHospital_DropDown')" /><img src="/images/drop.gif" alt="" onclick="CA_Show('ctl00_cphMain_cboHospital_DropDown')" />
<input type="hidden" name="{M}cboHospital_SelectedIndex" id="ctl00_cphMain_cboHospital_SelectedIndex" value="0" /><input type="hidden" name="{M}cboHospital_Data" value="" />
<div id="ctl00_cphMain_cboHospital_DropDown" class="comboDropDown" style="display:none;position:absolute"><table>{items}</table></div></td></tr>
<tr><td align="right">帳　號</td><td><input name="{M}txtUserID" type="text" maxlength="6" id="ctl00_cphMain_txtUserID" class="LoginBox" value="{html.escape(r.get(M + 'txtUserID'))}" /></td><td rowspan="2"><input type="image" name="{M}imgBtnSubmit" id="ctl00_cphMain_imgBtnSubmit" src="/images/btn_login.gif" alt="登入" onclick="return CheckAndSetPassTextBox('ctl00_cphMain_txtPass');" style="border-width:0px;" /></td></tr>
<tr><td align="right">密　碼</td><td><input name="{M}txtPass" type="password" maxlength="20" id="ctl00_cphMain_txtPass" class="LoginBox" /><span id="capStatus" style="visibility:hidden">大寫鎖定中</span></td></tr>
<tr><td align="right">驗證碼</td><td><input name="{M}txtVerifyCode" type="text" maxlength="6" id="ctl00_cphMain_txtVerifyCode" autocomplete="off" /> (不用區分大小寫)</td><td><img id="ctl00_cphMain_imgVerifyCode" src="VerifyImage.aspx?k={bag["k"]}" alt="" /><input type="image" name="{M}ibnRegen" src="/images/reload.gif" alt="換一張" onclick="" /></td></tr></table>
<div id="ctl00_cphMain_SnapLinks" class="snap"><a href="#">數位學習</a> | <a href="#">KM系統</a> | <a href="#">差勤系統</a> | <a href="#">網路掛號</a></div>'''
            js = f'<script type="text/javascript">\n{MD5_JS}function cboPick(i,n){{document.getElementById("ctl00_cphMain_cboHospital_Input").value=n;document.getElementById("ctl00_cphMain_cboHospital_SelectedIndex").value=i;CA_Hide("ctl00_cphMain_cboHospital_DropDown");}}\n</script>'
            return self.aspx(sid, "login", "Login.aspx", "PORTAL登入", box + (self.dialog("系統訊息", said) if said else ""), ck, js)
        key = r.query.get("SESSION", "")
        if self.entered.get(key) != sid or f"portal:{key}" not in t.sessions:
            return redirect("/General/Login.aspx", *ck)
        if r.path == "/General/Redirect.aspx":
            return Response(f'<html><head><script type="text/javascript">window.location.href="Main.aspx?SESSION={key}";</script></head><body>登入成功，系統轉導中… <a href="Main.aspx?SESSION={key}">Go</a></body></html>', headers=ck)
        if r.path == "/General/Main.aspx":
            if r.method == "POST":
                self.takes(r)
                if not self.valid(r, sid, "main"):
                    return self.broken(f"Main.aspx?SESSION={key}")
                target, arg = r.get("__EVENTTARGET"), r.get("__EVENTARGUMENT")
                if target == "ctl00$MenuTop" and arg == "p6_0":
                    return redirect(f'{self.urls["inner"]}/EmpSelf/ChangePwd.aspx?SESSION={key}')
                if target == "ctl00$MenuTop" and arg == "p6_5":
                    return redirect(f'{self.urls["inner"]}/EmpSelf/Contact.aspx?SESSION={key}')
                if r.has("ctl00$ibtnLogOut.x"):
                    return self.leave(key)
            entries = ("更改密碼", "個人簽章提醒設定", "薪資所得免稅額申報表", "員工待遇福利查詢", "查詢員工連絡資料", "維護個人連絡資料", "個人就醫紀錄查詢", "個人追蹤名單", "員工扣繳憑單查詢", "行動憑證申請")
            rows = "".join(f'<tr><td class="MenuItemIcon"><img src="/images/spacer.gif" alt="" /></td><td class="MenuItem" nowrap="nowrap"><a href="javascript:__doPostBack(\'ctl00$MenuTop\',\'p6_{i}\')">{n}</a></td></tr>' for i, n in enumerate(entries))
            top = "".join(f'<td class="TopMenuItem" onmouseover="CA_Show(\'ctl00_MenuTop_p{i}\')">{n}</td>' for i, n in enumerate(("醫療系統", "醫療支援", "其他資源", "數位學習", "資訊安全", "行政系統", "個人管理")))
            return self.aspx(sid, "main", f"Main.aspx?SESSION={key}", "PORTAL", f'''<div id="TopButtonLogOutDIV"><input type="image" name="ctl00$ibtnLogOut" id="ctl00_ibtnLogOut" src="/images/logout.gif" alt="登出" title="登出系統" /> {t.person.name} 您好!</div>
<table id="ctl00_MenuTop" class="TopGroup" cellpadding="0" cellspacing="1"><tr>{top}</tr></table><div id="ctl00_MenuTop_p6" class="MenuGroup" style="display:none"><table cellpadding="0" cellspacing="0">{rows}</table></div>
<table border="1"><tr><th>日期</th><th>標題</th></tr><tr><td>2009/03/21</td><td>請同仁填報「薪資所得免稅額申報表」</td></tr></table>''', ck)
        return Response("<h1>404</h1>", 404)

    def leave(self, key: str) -> Response:
        self.truth.sessions.discard(f"portal:{key}")
        self.entered.pop(key, None)
        self.truth.counts["sign_out_portal"] += 1
        return redirect(f'{self.urls["portal"]}/General/Login.aspx')

    # -- inner pages, by SESSION= only
    def inner(self, r: Request) -> Response:
        t, key = self.truth, r.query.get("SESSION", "")
        if f"portal:{key}" not in t.sessions:
            return Response(f'<script type="text/javascript">alert("連線逾時，請重新登入");top.location.href="{self.urls["portal"]}/General/Login.aspx";</script>')
        menu = f'{self.urls["portal"]}/General/Main.aspx?SESSION={key}'
        foot = f'''<p><a id="ctl00_lnkBack" href="{menu}">回功能選單</a>　<a id="ctl00_lnkOut" href="javascript:__doPostBack('ctl00$lnkOut','')">登出系統</a></p>'''
        said, note = "", ""
        if r.path == "/EmpSelf/ChangePwd.aspx":
            if r.method == "POST":
                self.takes(r, **{M + "txtOld": "old_password", M + "txtNew": "new_password", M + "txtNew2": "new_password_again"})
                if not self.valid(r, key, "pwd"):
                    return self.broken(f"ChangePwd.aspx?SESSION={key}")
                if r.get("__EVENTTARGET") == "ctl00$lnkOut":
                    return self.leave(key)
                old, new = r.get(M + "txtOld"), r.get(M + "txtNew")
                if r.has(M + "btnChange"):
                    if old != t.portal_password:
                        said = "原密碼驗證失敗"
                    elif new != r.get(M + "txtNew2"):
                        said = "新密碼前後輸入不同"
                    elif len(new) < 8 or not (re.search("[a-zA-Z]", new) and re.search("[0-9]", new)) or new == old:
                        said = "新密碼不符合設定條件"
                    if said:
                        t.counts["password_refused"] += 1
                    else:
                        t.portal_password, said = new, "密碼變更作業完成！"
                        t.counts["password_changed"] += 1
            rows = "".join(f'<tr><td class="GridLabel">{w}</td><td><input name="{M}{n}" type="password" maxlength="20" id="ctl00_cphMain_{n}" /><span id="ctl00_cphMain_rfv{n}" style="color:Red;display:none;">必填</span></td></tr>'
                           for w, n in (("請輸入舊密碼：", "txtOld"), ("請輸入新密碼：", "txtNew"), ("請再輸入新密碼：", "txtNew2")))
            return self.aspx(key, "pwd", f"ChangePwd.aspx?SESSION={key}", "更改密碼", f'''<h3>更改密碼</h3><table class="Grid">{rows}<tr><td>密碼強度檢核：</td><td><div class="pwbar"></div></td></tr></table>
<div id="ctl00_cphMain_ValidationSummary1" style="color:Red;display:none;"></div>密碼設定條件：<ul><li>1.密碼長度不可少於8個字元</li><li>2.密碼內容需包含英文及數字</li></ul><input type="submit" name="{M}btnChange" value="更改密碼" id="ctl00_cphMain_btnChange" class="btn" /> <input type="reset" value="清除" />{foot}{self.dialog("更改密碼", said) if said else ""}''')
        if r.path == "/EmpSelf/Contact.aspx":
            fields = (("mskEName", "english_surname", "英文姓：", "ex:Chen(陳)"), ("mskEFirst", "english_given", "英文首名：", "ex: Yi-Fen(怡芬) (說明)"), ("mskEMid", "english_middle", "英文中名：", "ex:Mary 為英文別名，如無，可不填"),
                      ("mskOffice", "office_phone", "辦公室電話：", "ex:61234或23123456"), ("mskHome", "home_phone", "住宅電話：", "ex:0223123456"), ("mskMobile", "mobile_phone", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))
            now = {n: t.saved_contact.get(k, getattr(t.person, k)) for n, k, _, _ in fields}
            if r.method == "POST":
                self.takes(r, **{M + "mskMobile": "mobile_phone"})
                if not self.valid(r, key, "contact"):
                    return self.broken(f"Contact.aspx?SESSION={key}")
                if r.get("__EVENTTARGET") == "ctl00$lnkOut":
                    return self.leave(key)
                if r.get("__EVENTTARGET") == "ctl00$cphMain$ToolBar1" and r.get("__EVENTARGUMENT") == "itemSave":
                    if not all(r.has(M + n) for n in now):
                        return self.broken(f"Contact.aspx?SESSION={key}")
                    now = {n: r.get(M + n).strip() for n in now}
                    if not re.fullmatch(r"09[0-9]{8}", now["mskMobile"]):
                        note = "行動電話格式錯誤，未寫入"
                    else:
                        t.saved_contact.update({k: now[n] for n, k, _, _ in fields})
                        t.counts["contact_saved"] += 1
                        note = "連絡資料更新成功 " + time.strftime("%Y/%m/%d %H:%M")
            rows = "".join(f'<tr><td class="GridLabel">{w}</td><td><input name="{M}{n}" type="text" maxlength="30" id="ctl00_cphMain_{n}" class="MaskedInput" value="{html.escape(now[n])}" /><input type="hidden" name="ctl00_cphMain_{n}_ClientState" id="ctl00_cphMain_{n}_ClientState" value="{html.escape(now[n])}" /> {e}</td></tr>' for n, _, w, e in fields)
            return self.aspx(key, "contact", f"Contact.aspx?SESSION={key}", "維護個人連絡資料", f'''<table id="ctl00_cphMain_TabStrip1" cellpadding="0" cellspacing="0"><tr><td class="SelectedTab">台大醫院---維護個人連絡資料</td><td class="Tab"><a href="#">說明</a></td></tr></table>
<table id="ctl00_cphMain_ToolBar1" class="ToolBar"><tr><td class="ToolBarItem" onclick="__doPostBack('ctl00$cphMain$ToolBar1','itemSave')"><a href="javascript:__doPostBack('ctl00$cphMain$ToolBar1','itemSave')"><img src="/images/save.gif" alt="" border="0" /> 異動儲存</a></td><td class="ToolBarItem"><a href="javascript:window.print()">列印</a></td></tr></table>
<span id="ctl00_cphMain_lblStatus" style="color:Blue;">{note}</span><table class="Grid"><tr><td>員工編號：</td><td><span id="ctl00_cphMain_lblNo">{t.person.employee_id}</span> 姓名：{t.person.name}</td></tr>{rows}</table>{foot}''')
        return Response("<h1>404</h1>", 404)

    # -- account
    def account(self, r: Request) -> Response:
        t = self.truth
        sid, ck = self.cookie(r, "CloudAcct_SessionId")
        bag = self.bag[sid]
        if r.path == "/":
            return redirect("/Cloud/Default.aspx", *ck)
        if r.path == "/Cloud/Default.aspx":
            if r.method == "POST":
                self.takes(r)
                if not self.valid(r, sid, "first"):
                    return self.broken("Default.aspx")
                go = {M + "lnkActivate": "Activate.aspx", M + "lnkReset": "Reset.aspx"}.get(r.get("__EVENTTARGET"))
                if go:
                    return redirect("/Cloud/" + go)
            return self.aspx(sid, "first", "Default.aspx", "帳號服務", '''<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><h4>《規範》</h4><ul><li>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</li><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li></ul>
<h4>《常見問題與服務》</h4><div class="SnapHeader">密碼修改後多久可以生效</div><div class="SnapContent">即時生效。</div><div class="SnapHeader">忘記密碼</div><div class="SnapContent">請以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</div>
<table cellspacing="6"><tr><td class="BigButton"><a id="ctl00_cphMain_lnkActivate" href="javascript:__doPostBack('ctl00$cphMain$lnkActivate','')">啟用網路帳號及首次雲端帳號密碼設定</a></td><td>啟用本院微軟相關服務</td></tr><tr><td class="BigButton"><a id="ctl00_cphMain_lnkReset" href="javascript:__doPostBack('ctl00$cphMain$lnkReset','')">重置雲端服務密碼</a></td><td>重設非Portal帳號的密碼</td></tr><tr><td class="BigButton"><a href="#">總院廠商VPN展延申請</a></td><td></td></tr></table>''', ck)
        if r.path in ("/Cloud/Activate.aspx", "/Cloud/Reset.aspx"):
            return self.prove(r, sid, ck, bag, r.path.rsplit("/", 1)[1])
        if f"account:{sid}" not in t.sessions:
            return redirect("/Cloud/Default.aspx", *ck)
        if r.method == "POST" and r.get("__EVENTTARGET") == "ctl00$lnkLeave":
            self.takes(r)
            t.sessions.discard(f"account:{sid}")
            bag.clear()
            t.counts["sign_out_account"] += 1
            return redirect("/Cloud/Default.aspx")
        leave = '<p align="right"><a id="ctl00_lnkLeave" href="javascript:__doPostBack(\'ctl00$lnkLeave\',\'\')">登出</a></p>'
        pw_rows = "".join(f'<tr><td class="GridLabel">{w}</td><td><input name="{M}{n}" type="password" maxlength="32" id="ctl00_cphMain_{n}" /></td></tr>' for w, n in (("設定雲端服務密碼", "txtCloudPwd"), ("再次輸入雲端服務密碼", "txtCloudPwd2")))
        said = ""
        if r.path == "/Cloud/SetAlias.aspx" and bag.get("for") == "Activate.aspx":
            p, done = t.person, False
            if r.method == "POST":
                self.takes(r, **{M + "txtAlias": "alias", M + "txtCloudPwd": "cloud_password", M + "txtCloudPwd2": "cloud_password_again"})
                if not self.valid(r, sid, "alias"):
                    return self.broken("SetAlias.aspx")
                if r.has(M + "btnCancel"):
                    return redirect("/Cloud/Default.aspx")
                name = r.get(M + "txtAlias").strip()
                if t.alias:
                    said = "本帳號不可重複啟用"
                elif not re.fullmatch(r"[a-zA-Z][\w.\-]{1,63}", name, re.A):
                    said = "電子郵件名稱不合規則"
                elif name.lower() == "taken.name":
                    said = "電子郵件名稱重複，請改用其他名稱"
                elif self.poor(r):
                    said = self.poor(r)
                elif r.has(M + "btnActivate"):
                    t.alias, t.cloud_password, done = name, r.get(M + "txtCloudPwd"), True
                    t.counts["activated"] += 1
            facts = f'<tr><td class="GridLabel">網路帳號 / 主職員工編號</td><td>{p.employee_id}</td></tr><tr><td class="GridLabel">帳號姓名</td><td>{p.name}</td></tr><tr><td class="GridLabel">主職單位</td><td>{p.unit}</td></tr><tr><td class="GridLabel">有效期限</td><td>{p.valid_until}</td></tr>'
            if done:
                return self.aspx(sid, "alias", "SetAlias.aspx", "設定結果", f'<h3>設定作業已完成</h3><table class="Grid">{facts}<tr><td>電子郵件</td><td>{html.escape(t.alias)}@ntuh.gov.tw</td></tr></table><p>感謝您，服務將於隔日生效。</p>{leave}')
            if t.alias:
                rest = f'<tr><td class="GridLabel">雲端服務帳號 (電子郵件名稱)</td><td><input name="{M}txtAlias" type="text" value="{html.escape(t.alias)}" disabled="disabled" />@ntuh.gov.tw</td></tr><tr><td colspan="2"><font color="green">狀態：已開通 (不得再變更)</font></td></tr>'
            else:
                rest = f'''<tr><td class="GridLabel">雲端服務帳號<br />(電子郵件名稱)</td><td><input name="{M}txtAlias" type="text" maxlength="64" id="ctl00_cphMain_txtAlias" value="{html.escape(r.get(M + 'txtAlias'))}" />@ntuh.gov.tw 名稱長度限64字元內</td></tr>{pw_rows}
<tr><td></td><td><input type="submit" name="{M}btnCancel" value="取消啟用" /> <input type="submit" name="{M}btnActivate" value="啟用雲端服務" /> 服務於設定完成隔日生效</td></tr>'''
            return self.aspx(sid, "alias", "SetAlias.aspx", "設定密碼與郵件別名", f'<h3>設定密碼與郵件別名</h3><p>注意事項：電子郵件別名第一次設定之後則不能修改，請慎重選擇。密碼至少8碼含英文及數字。</p><table class="Grid">{facts}{rest}</table>{leave}{self.dialog("錯誤", said) if said else ""}', ck)
        if r.path == "/Cloud/NewPwd.aspx" and bag.get("for") == "Reset.aspx":
            if r.method == "POST":
                self.takes(r, **{M + "txtCloudPwd": "cloud_password", M + "txtCloudPwd2": "cloud_password_again"})
                if not self.valid(r, sid, "newpwd"):
                    return self.broken("NewPwd.aspx")
                said = self.poor(r) or ("" if t.alias else "尚未啟用雲端服務，無法重置")
                if not said:
                    t.cloud_password, said = r.get(M + "txtCloudPwd"), "雲端服務密碼重置完成，即時生效"
            return self.aspx(sid, "newpwd", "NewPwd.aspx", "重置雲端服務密碼", f'<h3>重置雲端服務密碼</h3><table class="Grid">{pw_rows}</table><input type="submit" name="{M}btnReset" value="確定重置" />{leave}{self.dialog("訊息", said) if said else ""}', ck)
        return redirect("/Cloud/Default.aspx", *ck)

    def poor(self, r: Request) -> str:
        one = r.get(M + "txtCloudPwd")
        if one != r.get(M + "txtCloudPwd2"):
            return "兩次密碼輸入不符"
        if len(one) < 8 or not re.search("[a-zA-Z]", one) or not re.search("[0-9]", one):
            return "密碼需8碼以上且含英文及數字"
        return "不可與Portal密碼相同" if one == self.truth.portal_password else ""

    def prove(self, r: Request, sid: str, ck: list, bag: dict, page: str) -> Response:
        t, said = self.truth, ""
        name = "啟用網路帳號及首次雲端帳號密碼設定" if page == "Activate.aspx" else "重置雲端服務密碼"
        if r.method == "POST":
            self.takes(r, **{M + "txtAccount": "employee_id", M + "txtOTP": "code", M + "DialogPhone$txtMobile": "registered_phone"})
            if not self.valid(r, sid, page):
                return self.broken(page)
            uid = r.get(M + "txtAccount").strip()
            if r.has(M + "DialogPhone$btnSend"):
                if uid != t.person.employee_id:
                    said = "網路帳號不存在"
                elif r.get(M + "DialogPhone$txtMobile").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                    said = "手機門號非帳號登記之門號"
                else:
                    bag.update(uid=uid, code=t.new_message(), at=time.time())
                    said = "動態碼簡訊發送成功<br />成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"
            elif r.has(M + "btnNext"):
                if not bag.get("code") or bag.get("uid") != uid or r.get(M + "txtOTP").strip() != bag["code"]:
                    said = "動態碼驗證失敗"
                elif time.time() - bag["at"] > 120:
                    said = "動態碼逾時失效"
                if said:
                    t.counts["code_refused"] += 1
                else:
                    bag.pop("code")
                    bag["for"] = page
                    t.sessions.add(f"account:{sid}")
                    t.counts["code_accepted"] += 1
                    return redirect("/Cloud/SetAlias.aspx" if page == "Activate.aspx" else "/Cloud/NewPwd.aspx")
        return self.aspx(sid, page, page, name, f'''<h3>{name}</h3><fieldset><legend>注意事項</legend><ul><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li><li>如未申請MOTP服務請洽資訊服務台辦理(261120)。</li></ul></fieldset>
<table class="Grid"><tr><td class="GridLabel">網路帳號 / 主職員工編號</td><td><input name="{M}txtAccount" type="text" maxlength="6" id="ctl00_cphMain_txtAccount" value="{html.escape(r.get(M + 'txtAccount'))}" /></td><td><input type="button" value="發送簡訊動態碼" id="ctl00_cphMain_btnOpen" onclick="CA_Show('ctl00_cphMain_DialogPhone');" /></td></tr>
<tr><td class="GridLabel">簡訊(或MOTP)動態碼</td><td colspan="2"><input name="{M}txtOTP" type="text" maxlength="8" id="ctl00_cphMain_txtOTP" autocomplete="off" /></td></tr><tr><td></td><td></td><td><input type="submit" name="{M}btnNext" value="下一步" id="ctl00_cphMain_btnNext" /></td></tr></table>
<div id="ctl00_cphMain_DialogPhone" class="dialog" style="display:none;position:absolute;left:200px;top:200px;"><table><tr><td class="dlgHeader">簡訊發送</td></tr><tr><td class="dlgContent">請輸入帳號登記的手機門號(10碼)<br /><input name="{M}DialogPhone$txtMobile" type="text" maxlength="10" id="ctl00_cphMain_DialogPhone_txtMobile" /></td></tr>
<tr><td><input type="submit" name="{M}DialogPhone$btnSend" value="確定發送" /> <input type="button" value="取消" onclick="return CA_Hide('ctl00_cphMain_DialogPhone');" /></td></tr></table></div><a href="Default.aspx">回首頁</a>{self.dialog("系統訊息", said) if said else ""}''', ck)

    # -- webmail
    def mail(self, r: Request) -> Response:
        t = self.truth
        sid, ck = self.cookie(r, "WebMailSession")
        bag = self.bag[sid]
        if r.path == "/":
            return redirect("/Mail/Logon.aspx", *ck)
        if r.path == "/Mail/Code.ashx":
            return Response(picture(bag["pic"], "JPEG"), kind="image/jpeg") if "pic" in bag else Response(b"", 404, "image/jpeg")
        if r.path == "/Mail/Inbox.aspx":
            if f"mail:{sid}" not in t.sessions:
                return redirect("/Mail/Logon.aspx", *ck)
            if r.method == "POST":
                self.takes(r)
                if not self.valid(r, sid, "inbox"):
                    return self.broken("Inbox.aspx")
                if r.get("__EVENTTARGET") == "ctl00$lnkLogoff":
                    t.sessions.discard(f"mail:{sid}")
                    t.counts["sign_out_mail"] += 1
                    return redirect("/Mail/Logon.aspx")
            return self.aspx(sid, "inbox", "Inbox.aspx", "收件匣", f'<table width="100%"><tr><td class="TreeView">收件匣<br />草稿<br />寄件備份</td><td>{html.escape(t.alias)}@ntuh.gov.tw　<a href="javascript:__doPostBack(\'ctl00$lnkLogoff\',\'\')">登出</a><hr />沒有新郵件</td></tr></table>', ck)
        if r.path == "/Mail/Logon.aspx":
            said = ""
            if r.method == "POST":
                self.takes(r, **{M + "txtMailID": "mail_account", M + "txtMailPwd": "mail_password", M + "txtCode": "captcha"})
                if not self.valid(r, sid, "logon"):
                    return self.broken("Logon.aspx")
                shown = bag.pop("pic", "")
                right = shown and shown == t.captcha and r.get(M + "txtCode").strip() == shown
                t.captcha = ""
                if not right:
                    said = "驗證碼輸入不正確"
                elif not t.alias or r.get(M + "txtMailID").strip() != t.alias or r.get(M + "txtMailPwd") != t.cloud_password:
                    said = "無法登入，請檢查您的信箱名稱與密碼"
                else:
                    t.sessions.add(f"mail:{sid}")
                    t.counts["mail_sign_in"] += 1
                    return redirect("/Mail/Inbox.aspx", *ck)
            bag["pic"] = t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5)
            return self.aspx(sid, "logon", "Logon.aspx", "電子郵件", f'''<table align="center"><tr><td>帳號:</td><td><input name="{M}txtMailID" type="text" id="ctl00_cphMain_txtMailID" /></td></tr><tr><td>密碼:</td><td><input name="{M}txtMailPwd" type="password" id="ctl00_cphMain_txtMailPwd" /></td></tr>
<tr><td>驗證碼(小寫字母或數字):</td><td><input name="{M}txtCode" type="text" maxlength="5" id="ctl00_cphMain_txtCode" /><img src="Code.ashx?{uuid.uuid4().hex[:6]}" alt="" /></td></tr><tr><td></td><td><input id="ctl00_cphMain_chkKeep" type="checkbox" name="{M}chkKeep" /><label for="ctl00_cphMain_chkKeep">記住登入資訊 (公用電腦請勿勾選)</label></td></tr><tr><td></td><td><span id="ctl00_cphMain_lblErr" style="color:Red;">{said}</span><br /><input type="submit" name="{M}btnLogon" value="登 入" /></td></tr></table><fieldset><legend>公佈欄</legend>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</fieldset>''', ck)
        return Response("<h1>404</h1>", 404)

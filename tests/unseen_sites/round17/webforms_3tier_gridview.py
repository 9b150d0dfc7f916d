"""A three-tier ASP.NET WebForms site with master page, GridView, FormView and ValidationSummary."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
import time
from html import escape

from truth import Request, Response, Site, picture, redirect

MD5_JS = r"""
function hex_md5(s){s=unescape(encodeURIComponent(s));
 function add(a,b){var l=(a&0xFFFF)+(b&0xFFFF);return (((a>>16)+(b>>16)+(l>>16))<<16)|(l&0xFFFF);}
 var R=[7,12,17,22,5,9,14,20,4,11,16,23,6,10,15,21],K=[],x=[],i,n=s.length,len=(((n+8)>>6)+1)*16;
 for(i=0;i<64;i++)K[i]=Math.floor(Math.abs(Math.sin(i+1))*4294967296)|0;for(i=0;i<len;i++)x[i]=0;for(i=0;i<n;i++)x[i>>2]|=s.charCodeAt(i)<<((i%4)*8);
 x[n>>2]|=0x80<<((n%4)*8);x[len-2]=n*8;var h=[0x67452301,0xefcdab89|0,0x98badcfe|0,0x10325476];for(i=0;i<len;i+=16){var a=h[0],b=h[1],c=h[2],d=h[3];
  for(var j=0;j<64;j++){var f,g,q=j>>4;if(q==0){f=(b&c)|(~b&d);g=j;}else if(q==1){f=(d&b)|(~d&c);g=(5*j+1)%16;}
   else if(q==2){f=b^c^d;g=(3*j+5)%16;}else{f=c^(b|~d);g=(7*j)%16;}var t=add(add(a,f),add(K[j],x[i+g])),r=R[q*4+j%4];
   a=d;d=c;c=b;b=add(b,(t<<r)|(t>>>(32-r)));}h[0]=add(h[0],a);h[1]=add(h[1],b);h[2]=add(h[2],c);h[3]=add(h[3],d);}
 var o='';for(i=0;i<16;i++){var v=(h[i>>2]>>((i%4)*8))&255;o+=(v<16?'0':'')+v.toString(16);}return o;}
function CheckAndSetPassTextBox(id){var b=document.getElementById(id);if(b.value!=''){b.value=hex_md5(b.value);}return true;}"""

POSTBACK = """<script type="text/javascript">//<![CDATA[
var theForm = document.forms['aspnetForm']; if (!theForm) { theForm = document.aspnetForm; }
function __doPostBack(eventTarget, eventArgument) {
  if (!theForm.onsubmit || (theForm.onsubmit() != false)) {
    theForm.__EVENTTARGET.value = eventTarget; theForm.__EVENTARGUMENT.value = eventArgument; theForm.submit(); }
}
//]]></script>"""
NEWS = [
    ("2026/11/20", "全院資訊安全教育訓練自即日起至年底，請同仁至數位學習完成"), ("2026/11/02", "PORTAL系統每週日 02:00-04:00 例行維護"),
    ("2026/10/15", "請填報「薪資所得免稅額申報表」"), ("2026/09/01", "新進醫事實習學生報到須知"),
]


class TheSite(Site):
    title = "webforms_3tier_gridview"

    def __init__(self) -> None:
        super().__init__()
        self.view: dict[str, str] = {}
        self.live: dict[str, str] = {}
        self.acct: dict[str, dict] = {}
        self.mails: set[str] = set()

    def master(self, req: Request, sid: str, action: str, body: str, heading: str, alert: str = "", prefix: str = "ctl00") -> str:
        token = base64.b64encode(b"/wEPDwUK" + secrets.token_bytes(60)).decode()
        self.view[f"{req.host}|{sid}|{req.path}"] = token
        script = f'<script type="text/javascript">\n//<![CDATA[\nalert(\'{alert}\');//]]>\n</script>' if alert else ""
        return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head id="ctl00_Head1"><title>
	{heading}
</title><style type="text/css">.grid th{{background:#507CD1;color:#fff}} .alt{{background:#EFF3FB}} .val{{color:Red}} table.fv td{{padding:3px}}</style></head>
<body><form name="aspnetForm" method="post" action="{escape(action)}" id="aspnetForm">
<div><input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" /><input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" /><input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{token}" />
</div>
{POSTBACK}
<div><input type="hidden" name="__VIEWSTATEGENERATOR" id="__VIEWSTATEGENERATOR" value="{hashlib.md5(req.path.encode()).hexdigest()[:8].upper()}" /><input type="hidden" name="__EVENTVALIDATION" id="__EVENTVALIDATION" value="{self.ev(token)}" />
</div>
<div id="banner"><img src="/Images/logo.gif" alt="National Taiwan University Hospital" /> <b>台大醫院　{heading}</b><span style="float:right"><input name="{prefix}$txtKeyword" type="text" id="{prefix}_txtKeyword" size="10" title="站內搜尋" /><input type="submit" name="{prefix}$btnKeyword" value="搜尋" id="{prefix}_btnKeyword" /></span></div><hr />
{body}
<div id="footer">建議使用 1024*768 以上解析度瀏覽　Copyright &copy; NTUH</div>
{script}
</form></body></html>"""

    def ev(self, token: str) -> str:
        return "/wEW" + base64.b64encode(hashlib.sha1(token.encode()).digest()).decode()

    def stale(self, req: Request, sid: str) -> Response | None:
        kept = self.view.get(f"{req.host}|{sid}|{req.path}")
        if not kept or req.get("__VIEWSTATE") != kept or req.get("__EVENTVALIDATION") != self.ev(kept):
            return Response("<html><head><title>執行階段錯誤</title></head><body><h1>'/' 應用程式中發生伺服器錯誤。</h1>"
                            "<h2><i>無效的回傳或回呼引數。檢視狀態 MAC 的驗證失敗。</i></h2></body></html>", 500)
        return None

    def event(self, req: Request) -> str:
        target = req.get("__EVENTTARGET")
        if target:
            return target.split("$")[-1]
        for name, _ in req.form:
            last = name.split("$")[-1]
            if last.endswith(".x"):
                last = last[:-2]
            if last.startswith(("btn", "ibtn", "lbtn")):
                return last
        return ""

    def cookie(self, req: Request, name: str) -> tuple[str, list[tuple[str, str]]]:
        sid = req.cookies.get(name, "")
        if sid:
            return sid, []
        sid = secrets.token_hex(12)
        return sid, [("Set-Cookie", f"{name}={sid}; path=/; HttpOnly")]

    def grid(self, page: int) -> str:
        rows = "".join(f'<tr{" class=alt" if n % 2 else ""}><td>{d}</td><td>{t}</td></tr>' for n, (d, t) in enumerate(NEWS[page * 2:page * 2 + 2]))
        pager = "".join(f"<td><span>{n}</span></td>" if n == page + 1 else
                        f"""<td><a href="javascript:__doPostBack(&#39;ctl00$cphMain$gvNews&#39;,&#39;Page${n}&#39;)">{n}</a></td>""" for n in (1, 2))
        return (f'<div><table class="grid" cellspacing="0" cellpadding="4" rules="all" border="1" id="ctl00_cphMain_gvNews">'
                f'<tr><th scope="col">日期</th><th scope="col">標題</th></tr>{rows}'
                f'<tr align="center"><td colspan="2"><table border="0"><tr>{pager}</tr></table></td></tr></table></div>')

    def portal(self, req: Request) -> Response:
        if req.path.startswith(("/Images/", "/favicon")):
            return Response("", 404)
        sid, head = self.cookie(req, "ASP.NET_SessionId")
        if req.path == "/":
            return redirect("/General/Login.aspx", *head)
        if req.path == "/General/VerifyImage.ashx":
            return Response(picture(self.truth.new_captcha()), kind="image/gif", headers=head)
        if req.path == "/Scripts/PassCheck.js":
            return Response(MD5_JS, kind="application/x-javascript")
        if req.path == "/General/Login.aspx":
            return self.login(req, sid, head)
        if req.method == "POST":
            self.takes(req)
        key = req.query.get("SESSION", "")
        if key not in self.live:
            return redirect("/General/Login.aspx", *head)
        if req.path == "/General/Redirect.aspx":
            return Response(f"<html><head><title>Redirect</title></head><body>登入成功，系統轉頁中...<script type=\"text/javascript\">"
                            f"window.location.href='Menu.aspx?SESSION={key}';</script></body></html>")
        if req.path == "/General/Menu.aspx":
            return self.menu(req, sid, key)
        return Response("找不到資源。", 404)

    def login(self, req: Request, sid: str, head: list[tuple[str, str]]) -> Response:
        said, user = "", ""
        p = "ctl00$cphMain$"
        if req.method == "POST":
            self.takes(req, **{p + "ddlHospital": "campus", p + "txtUserID": "employee_id", p + "txtPass": "portal_password",
                               p + "txtVerifyCode": "captcha"})
            bad = self.stale(req, sid)
            if bad:
                return bad
            act = self.event(req)
            user = req.get(p + "txtUserID").strip()
            if act == "ibtnLogin":
                want, self.truth.captcha = self.truth.captcha, ""
                right = hashlib.md5(self.truth.portal_password.encode()).hexdigest()
                if not want or req.get(p + "txtVerifyCode").strip().upper() != want:
                    said = "驗證碼輸入不正確，請重新輸入！"
                elif req.get(p + "ddlHospital") not in ("T0", "T2", "T4", "Y0"):
                    said = "請選擇院區！"
                elif user != self.truth.person.employee_id or req.get(p + "txtPass") != right:
                    said = "查無此帳號或密碼有誤，請確認後再登入！"
                else:
                    key = secrets.token_hex(16).upper()
                    self.live[key] = user
                    self.truth.sessions.add("portal:" + key)
                    self.truth.counts["sign_in"] += 1
                    return redirect(f"/General/Redirect.aspx?SESSION={key}", *head, ("Set-Cookie", f"_CK_NTUHPortal={key}; path=/"))
                self.truth.counts["sign_in_refused"] += 1
        body = f"""<script type="text/javascript" src="/Scripts/PassCheck.js"></script>
<table border="0" cellpadding="2" align="center"><tr><td colspan="2"><b>醫療資訊系統　使用者登入</b></td></tr><tr><td align="right">院區</td><td><select name="{p}ddlHospital" id="ctl00_cphMain_ddlHospital"><option selected="selected" value="T0">總院區</option><option value="T2">北護分院</option><option value="T4">新竹分院</option><option value="Y0">雲林分院</option></select></td></tr>
<tr><td align="right"><span id="ctl00_cphMain_lblUser">帳　號</span>：</td><td><input name="{p}txtUserID" type="text" maxlength="10" id="ctl00_cphMain_txtUserID" value="{escape(user)}" /><span id="ctl00_cphMain_rfvUser" class="val" style="display:none;">請輸入帳號</span></td></tr>
<tr><td align="right"><span id="ctl00_cphMain_lblPass">密　碼</span>：</td><td><input name="{p}txtPass" type="password" maxlength="20" id="ctl00_cphMain_txtPass" autocomplete="off" /><span id="ctl00_cphMain_rfvPass" class="val" style="display:none;">請輸入密碼</span></td></tr>
<tr><td align="right">驗證碼：</td><td><input name="{p}txtVerifyCode" type="text" maxlength="6" size="8" id="ctl00_cphMain_txtVerifyCode" /> (不用區分大小寫)<br /><img id="ctl00_cphMain_imgVerifyCode" src="VerifyImage.ashx?t={secrets.randbelow(10**8)}" alt="" border="1" />
<a id="ctl00_cphMain_lbtnRegen" href="javascript:__doPostBack(&#39;{p}lbtnRegen&#39;,&#39;&#39;)">換一張</a></td></tr><tr><td></td><td><input type="image" name="{p}ibtnLogin" id="ctl00_cphMain_ibtnLogin" src="/Images/btn_login.gif" alt="登入系統" onclick="CheckAndSetPassTextBox(&#39;ctl00_cphMain_txtPass&#39;);" /></td></tr>
<tr><td colspan="2"><div id="ctl00_cphMain_vsLogin" class="val" style="display:none;"></div><span id="ctl00_cphMain_lblMsg" class="val">{said}</span></td></tr>
</table><p align="center">如無法登入，請撥資訊室分機261120</p>"""
        return Response(self.master(req, sid, "Login.aspx", body, "PORTAL 入口網站", said), headers=head)

    def menu(self, req: Request, sid: str, key: str) -> Response:
        page = 0
        if req.method == "POST":
            bad = self.stale(req, sid)
            if bad:
                return bad
            act, arg = self.event(req), req.get("__EVENTARGUMENT")
            if act == "ibtnLogOut":
                self.close(key)
                return redirect("/General/Login.aspx", ("Set-Cookie", "_CK_NTUHPortal=; path=/; expires=Thu, 01-Jan-1970 00:00:00 GMT"))
            if act == "tvPersonal" and arg in ("sPWD", "sCONTACT"):
                where = {"sPWD": "ChangePassword", "sCONTACT": "EmpContact"}[arg]
                return redirect(f"{self.urls['inner']}/WebApplication/Personal/{where}.aspx?SESSION={key}")
            if act == "gvNews" and arg == "Page$2":
                page = 1
        items = [("員工待遇福利查詢", "sPAY"), ("更改密碼", "sPWD"), ("個人簽章提醒設定", "sSIGN"), ("查詢員工連絡資料", "sQRY"),
                 ("維護個人連絡資料", "sCONTACT"), ("個人就醫紀錄查詢", "sMED"), ("權限更改申請(總院)", "sAUTH")]
        tree = "".join(f"""<tr><td>&nbsp;-&nbsp;<a class="tv_0" href="javascript:__doPostBack(&#39;ctl00$cphMain$tvPersonal&#39;,&#39;{a}&#39;)" id="ctl00_cphMain_tvPersonalt{n}">{t}</a></td></tr>"""
                       for n, (t, a) in enumerate(items))
        body = f"""<div id="TopButtonLogOutDIV" align="right">您好! {self.truth.person.name}　<input type="image" name="ctl00$ibtnLogOut" id="ctl00_ibtnLogOut" src="/Images/logout.gif" alt="登出系統" /></div>
<div>醫療系統 ▾ 醫療支援 ▾ 其他資源 ▾ 數位學習 ▾ 資訊安全 ▾ 行政系統 ▾ <b>個人管理 ▾</b></div>
<table width="100%"><tr valign="top"><td width="220"><table border="0" id="ctl00_cphMain_tvPersonal">{tree}</table></td><td>全院公告{self.grid(page)}</td></tr></table>"""
        return Response(self.master(req, sid, f"Menu.aspx?SESSION={key}", body, "功能選單"))

    def close(self, key: str) -> None:
        if self.live.pop(key, None):
            self.truth.sessions.discard("portal:" + key)
            self.truth.counts["sign_out_portal"] += 1

    def inner(self, req: Request) -> Response:
        if req.path.startswith(("/Images/", "/favicon")):
            return Response("", 404)
        n, said, done = "NTUHWeb1$", "", ""
        if req.method == "POST":
            self.takes(req, **{n + "txtOldPwd": "old_password", n + "txtNewPwd": "new_password", n + "txtNewPwd2": "new_password_again",
                               n + "fvEmp$txtMobile": "mobile_phone"})
        key = req.query.get("SESSION", "")
        if key not in self.live:
            return Response("<script>alert('連線逾時，請重新登入');location.href='%s/General/Login.aspx';</script>" % self.urls["portal"])
        here = req.path.rsplit("/", 1)[-1]
        if here not in ("ChangePassword.aspx", "EmpContact.aspx"):
            return Response("找不到資源。", 404)
        if req.method == "POST":
            bad = self.stale(req, key)
            if bad:
                return bad
            act = self.event(req)
            if act == "lbtnLogout":
                self.close(key)
                return redirect(self.urls["portal"] + "/General/Login.aspx")
            if act == "btnChange":
                said = self.change(req.get(n + "txtOldPwd"), req.get(n + "txtNewPwd"), req.get(n + "txtNewPwd2"))
                if said:
                    self.truth.counts["password_refused"] += 1
                else:
                    done = "PORTAL密碼已變更完成，下次登入請使用新密碼。"
            if act == "btnUpdate":
                posted = {k: req.get(n + "fvEmp$" + f).strip() for k, f in self.fields()}
                if not re.fullmatch(r"09\d{8}", posted["mobile_phone"]):
                    said = "行動電話格式錯誤"
                elif not all(re.fullmatch(r"[A-Za-z \-]*", posted[k]) for k in posted if k.startswith("english")):
                    said = "英文姓名僅可輸入英文"
                else:
                    self.truth.saved_contact = posted
                    self.truth.counts["contact_saved"] += 1
                    done = "資料異動成功！"
        links = f"""<p><a id="NTUHWeb1_hlMenu" href="{self.urls['portal']}/General/Menu.aspx?SESSION={key}">回功能選單</a>　
<a id="NTUHWeb1_lbtnLogout" href="javascript:__doPostBack(&#39;NTUHWeb1$lbtnLogout&#39;,&#39;&#39;)">登出系統</a></p>"""
        summary = f'<div id="NTUHWeb1_ValidationSummary1" class="val"{"" if said else " style=display:none;"}>{"<ul><li>" + said + "</li></ul>" if said else ""}</div>'
        if here == "ChangePassword.aspx":
            rows = "".join(f"""<tr><td align="right">{t}</td><td><input name="{n}{f}" type="password" id="NTUHWeb1_{f}" maxlength="20" /><span id="NTUHWeb1_rfv{f}" class="val" style="visibility:hidden;">*</span></td></tr>""" for t, f in
                           (("請輸入舊密碼：", "txtOldPwd"), ("請輸入新密碼：", "txtNewPwd"), ("請再輸入新密碼：", "txtNewPwd2")))
            body = f"""<h3>更改密碼</h3>{summary}<table class="fv">{rows}<tr><td align="right">密碼強度檢核：</td><td><span id="NTUHWeb1_lblStrong"></span></td></tr><tr><td></td><td><input type="submit" name="{n}btnChange" value="更改密碼" id="NTUHWeb1_btnChange" /></td></tr></table>
<b>密碼設定條件：</b><ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol><span id="NTUHWeb1_lblDone" style="color:Blue">{done}</span>{links}"""
        else:
            now = {k: self.truth.saved_contact.get(k, getattr(self.truth.person, k)) for k, _ in self.fields()}
            hints = {"english_surname": ("英文姓", "ex:Chen(陳)"), "english_given": ("英文首名", "ex: Yi-Fen(怡芬)"), "english_middle": ("英文中名", "ex:Mary 為英文別名，如無，可不填"),
                     "office_phone": ("辦公室電話", "ex:61234或23123456"), "home_phone": ("住宅電話", "ex:0223123456"),
                     "mobile_phone": ("行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")}
            rows = "".join(f"""<tr><td align="right">{hints[k][0]}：</td><td><input name="{n}fvEmp${f}" type="text" value="{escape(now[k])}" id="NTUHWeb1_fvEmp_{f}" /> <font color="gray">{hints[k][1]}</font></td></tr>""" for k, f in self.fields())
            body = f"""<h3>台大醫院---維護個人連絡資料</h3>{summary}<span id="NTUHWeb1_lblDone" style="color:Blue">{done}</span>
<table cellspacing="0" border="0" id="NTUHWeb1_fvEmp" style="border-collapse:collapse;"><tr><td colspan="2"><table class="fv"><tr><td align="right">員工編號：</td><td><span id="NTUHWeb1_fvEmp_lblEmpNo">{self.truth.person.employee_id}</span>　姓名：<span>{self.truth.person.name}</span></td></tr>{rows}
<tr><td></td><td><input type="submit" name="{n}fvEmp$btnUpdate" value="異動儲存" id="NTUHWeb1_fvEmp_btnUpdate" /></td></tr></table></td></tr></table>{links}"""
        return Response(self.master(req, key, f"{here}?SESSION={key}", body, "個人管理", said or done, "NTUHWeb1"))

    @staticmethod
    def fields() -> tuple[tuple[str, str], ...]:
        return (("english_surname", "txtESur"), ("english_given", "txtEFirst"), ("english_middle", "txtEMid"),
                ("office_phone", "txtOffTel"), ("home_phone", "txtHomeTel"), ("mobile_phone", "txtMobile"))

    def change(self, old: str, new: str, again: str) -> str:
        if old != self.truth.portal_password:
            return "舊密碼輸入錯誤"
        if len(new) < 8:
            return "密碼長度不可少於8個字元"
        if not (re.search("[A-Za-z]", new) and re.search("[0-9]", new)):
            return "密碼內容需包含英文及數字"
        if new != again:
            return "兩次輸入之新密碼不一致"
        if new == old:
            return "新密碼不可與舊密碼相同"
        self.truth.portal_password = new
        self.truth.counts["password_changed"] += 1
        return ""

    def account(self, req: Request) -> Response:
        if req.path.startswith(("/Images/", "/favicon")):
            return Response("", 404)
        sid, head = self.cookie(req, "HelpSession")
        box = self.acct.setdefault(sid, {})
        a = "ctl00$Main$"
        if req.path == "/":
            return redirect("/Default.aspx", *head)
        said, act = "", ""
        if req.method == "POST":
            self.takes(req, **{a + "txtAccount": "employee_id", a + "txtPhone": "registered_phone", a + "txtOTP": "code",
                               a + "fvCloud$txtAlias": "alias", a + "fvCloud$txtPwd": "cloud_password", a + "fvCloud$txtPwd2": "cloud_password_again",
                               a + "txtCloudPwd": "cloud_password", a + "txtCloudPwd2": "cloud_password_again"})
            bad = self.stale(req, sid)
            if bad:
                return bad
            act = self.event(req)
        if act == "lbtnExit":
            if box.get("proof"):
                self.truth.sessions.discard("account:" + box["proof"])
                self.truth.counts["sign_out_account"] += 1
            box.clear()
            return redirect("/Default.aspx")
        if req.path == "/Default.aspx":
            if act in ("lbtnEnable", "lbtnReset"):
                box["for"] = act
                return redirect("/Account/Verify.aspx?f=" + ("1" if act == "lbtnEnable" else "2"), *head)
            said = "請洽資訊室資訊服務台" if act == "lbtnVpn" else ""
            def entry(name: str, text: str) -> str:
                return f"""<a id="ctl00_Main_{name}" href="javascript:__doPostBack(&#39;{a}{name}&#39;,&#39;&#39;)">{text}</a>"""
            body = f"""<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><h3>《規範》</h3>
<p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>使用本帳號發信、登入VPN等，依本院資安規定進行系統記錄。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul><h3>《常見問題與服務》</h3>
<p>密碼修改後多久可以生效 - 即時生效。</p><p>忘記密碼 - 請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p>
<table class="grid" border="1" rules="all" cellpadding="6"><tr><th>服務項目</th><th>說明</th></tr><tr><td>{entry('lbtnEnable', '啟用網路帳號及首次雲端帳號密碼設定')}</td><td>啟用本院微軟相關服務，如：Office365, Outlook...</td></tr><tr class="alt"><td>{entry('lbtnReset', '重置雲端服務密碼')}</td><td>重設非Portal帳號的密碼：Email, 無線網路, KM, TMS</td></tr><tr><td>{entry('lbtnVpn', '總院廠商VPN展延申請')}</td><td>總院廠商VPN到期，重新啟用申請。</td></tr></table>"""
            return Response(self.master(req, sid, "Default.aspx", body, "網路帳號服務", said), headers=head)
        if req.path == "/Account/Verify.aspx":
            return self.verify(req, sid, head, box, act)
        if not box.get("proof"):
            return redirect("/Default.aspx", *head)
        exit_link = f"""<p align="right"><a id="ctl00_Main_lbtnExit" href="javascript:__doPostBack(&#39;{a}lbtnExit&#39;,&#39;&#39;)">離開本系統</a></p>"""
        who = self.truth.person
        facts = f"""<tr><td>網路帳號 / 主職員工編號</td><td><span>{who.employee_id}</span></td></tr><tr><td>帳號姓名</td><td><span>{who.name}</span></td></tr><tr><td>主職單位</td><td><span>{who.unit}</span></td></tr><tr><td>有效期限</td><td><span>{who.valid_until}</span></td></tr>"""
        if req.path == "/Account/Setting.aspx":
            if act == "btnCancel":
                return redirect("/Default.aspx")
            if act == "btnEnable":
                said = self.enable(req.get(a + "fvCloud$txtAlias").strip(), req.get(a + "fvCloud$txtPwd"), req.get(a + "fvCloud$txtPwd2"))
                if not said:
                    box["fresh"] = "1"
                    return redirect("/Account/Finish.aspx")
            if self.truth.alias:
                inside = f'<tr><td colspan="2"><b>此帳號先前已完成啟用，無須再次設定。</b></td></tr><tr><td>電子郵件名稱</td><td>{escape(self.truth.alias)}@ntuh.gov.tw</td></tr>'
            else:
                inside = f"""<tr><td>雲端服務帳號<br />(電子郵件名稱)</td><td><input name="{a}fvCloud$txtAlias" type="text" maxlength="64" id="ctl00_Main_fvCloud_txtAlias" />@ntuh.gov.tw 名稱長度限64字元內</td></tr><tr><td>雲端服務密碼</td><td><input name="{a}fvCloud$txtPwd" type="password" id="ctl00_Main_fvCloud_txtPwd" /> (至少8碼，含英文及數字)</td></tr>
<tr><td>確認雲端服務密碼</td><td><input name="{a}fvCloud$txtPwd2" type="password" id="ctl00_Main_fvCloud_txtPwd2" /></td></tr><tr><td colspan="2" align="center"><input type="submit" name="{a}fvCloud$btnCancel" value="取消啟用" id="ctl00_Main_fvCloud_btnCancel" /><input type="submit" name="{a}fvCloud$btnEnable" value="啟用雲端服務" id="ctl00_Main_fvCloud_btnEnable" /> 服務於設定完成隔日生效</td></tr>"""
            body = f"""{exit_link}<h3>設定密碼與郵件別名</h3><div class="val" id="ctl00_Main_vs">{said}</div><p>啟用網路帳號及首次雲端帳號密碼設定</p>
<p>雲端服務帳號說明：<br />1. 雲端服務帳號為跨體系使用。<br />2. 服務於設定完成隔日生效。</p><table class="fv" border="1" id="ctl00_Main_fvCloud">{facts}{inside}</table>"""
            return Response(self.master(req, sid, "Setting.aspx", body, "網路帳號服務", said))
        if req.path == "/Account/Finish.aspx" and self.truth.alias:
            body = f"""{exit_link}<h3>作業完成</h3><p>雲端服務帳號 <b>{escape(self.truth.alias)}@ntuh.gov.tw</b> 啟用成功，將於隔日生效，謝謝您的使用。</p>"""
            return Response(self.master(req, sid, "Finish.aspx", body, "網路帳號服務"))
        if req.path == "/Account/ResetPwd.aspx":
            if act == "btnReset":
                one, two = req.get(a + "txtCloudPwd"), req.get(a + "txtCloudPwd2")
                if not self.truth.alias:
                    said = "您尚未啟用網路帳號，請先執行【啟用網路帳號】"
                else:
                    said = self.weak(one, two)
                    if not said:
                        self.truth.cloud_password = one
                        said = "雲端服務密碼重置完成，即時生效"
            body = f"""{exit_link}<h3>重置雲端服務密碼</h3><div class="val">{said}</div><table class="fv">{facts}<tr><td>新雲端服務密碼</td><td><input name="{a}txtCloudPwd" type="password" /></td></tr><tr><td>再次輸入新雲端服務密碼</td><td><input name="{a}txtCloudPwd2" type="password" /></td></tr></table><input type="submit" name="{a}btnReset" value="確認重置" />"""
            return Response(self.master(req, sid, "ResetPwd.aspx", body, "網路帳號服務", said))
        return Response("找不到資源。", 404)

    @staticmethod
    def weak(one: str, two: str) -> str:
        if len(one) < 8 or not (re.search("[A-Za-z]", one) and re.search("[0-9]", one)):
            return "雲端服務密碼須至少8碼且包含英文及數字"
        return "" if one == two else "兩次輸入的雲端服務密碼不相同"

    def enable(self, alias: str, one: str, two: str) -> str:
        if self.truth.alias:
            return "此帳號已啟用，不可重複啟用"
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9._\-]{1,63}", alias):
            return "電子郵件名稱格式不符，請以英文字母開頭，僅可使用英數字及 . _ -"
        if alias.lower() == "taken.name":
            return "此電子郵件名稱已被使用，請更換"
        bad = self.weak(one, two)
        if not bad:
            self.truth.alias, self.truth.cloud_password = alias, one
            self.truth.counts["activated"] += 1
        return bad

    def verify(self, req: Request, sid: str, head: list[tuple[str, str]], box: dict, act: str) -> Response:
        a, said, panel = "ctl00$Main$", "", False
        flow = "2" if req.query.get("f") == "2" else "1"
        heading = "啟用網路帳號及首次雲端帳號密碼設定" if flow == "1" else "重置雲端服務密碼"
        user = req.get(a + "txtAccount").strip()
        who = self.truth.person
        if act in ("btnSendSms", "btnSendOK"):
            if not re.fullmatch(r"\d{6}", user) or user != who.employee_id:
                said = "查無此網路帳號 / 主職員工編號"
            elif act == "btnSendSms":
                panel = True
                box["asked"] = user
            elif box.get("asked") != user:
                said = "請先點選發送簡訊動態碼"
            elif req.get(a + "txtPhone").strip() != self.truth.saved_contact.get("mobile_phone", who.mobile_phone):
                said, panel = "輸入之手機門號與帳號登記的門號不符", True
            else:
                self.truth.new_message()
                box["sent"] = time.time()
                said = "動態碼簡訊發送成功\\n成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"
        elif act == "ibtnNext":
            code = req.get(a + "txtOTP").strip()
            if user != who.employee_id or not box.get("sent") or not self.truth.messages or code != self.truth.messages[-1]:
                said = "動態碼驗證失敗，請重新輸入"
                self.truth.counts["code_refused"] += 1
            elif time.time() - box["sent"] > 120:
                said = "動態碼已逾2分鐘有效時間，請重新發送"
                self.truth.counts["code_refused"] += 1
            else:
                box.pop("sent")
                if box.get("proof"):
                    self.truth.sessions.discard("account:" + box["proof"])
                box["proof"] = secrets.token_hex(8)
                self.truth.sessions.add("account:" + box["proof"])
                self.truth.counts["code_accepted"] += 1
                return redirect("/Account/Setting.aspx" if flow == "1" else "/Account/ResetPwd.aspx")
        phone = f"""<div id="ctl00_Main_pnlPhone" style="border:2px solid #507CD1;padding:8px;width:360px">
請輸入帳號登記的手機門號(10碼)<br /><input name="{a}txtPhone" type="text" maxlength="10" id="ctl00_Main_txtPhone" />
<br /><input type="submit" name="{a}btnSendOK" value="確定發送" id="ctl00_Main_btnSendOK" /> <input type="submit" name="{a}btnSendCancel" value="取消" id="ctl00_Main_btnSendCancel" /></div>""" if panel else ""
        body = f"""<h3>{heading}</h3><h4>注意事項</h4><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul><span class="val" id="ctl00_Main_lblMsg">{said.replace(chr(92) + 'n', '<br />')}</span>{phone}
<table border="1" cellpadding="5" rules="all"><tr><td>網路帳號 / 主職員工編號</td><td><input name="{a}txtAccount" type="text" maxlength="6" value="{escape(user)}" id="ctl00_Main_txtAccount" /></td><td><input type="submit" name="{a}btnSendSms" value="發送簡訊動態碼" id="ctl00_Main_btnSendSms" /></td></tr>
<tr><td>簡訊(或MOTP)動態碼</td><td><input name="{a}txtOTP" type="text" maxlength="8" autocomplete="off" id="ctl00_Main_txtOTP" /></td><td></td></tr><tr><td colspan="3" align="right"><input type="image" name="{a}ibtnNext" id="ctl00_Main_ibtnNext" src="/Images/next.gif" alt="下一步" title="下一步" /></td></tr></table>"""
        return Response(self.master(req, sid, f"Verify.aspx?f={flow}", body, "網路帳號服務", said), headers=head)

    def mail(self, req: Request) -> Response:
        if req.path.startswith(("/Images/", "/favicon")):
            return Response("", 404)
        sid, head = self.cookie(req, "MailSession")
        m, said, act = "ctl00$", "", ""
        if req.path == "/":
            return redirect("/Mail/Logon.aspx", *head)
        if req.path == "/Mail/Code.ashx":
            return Response(picture(self.truth.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5), "PNG"), kind="image/png", headers=head)
        if req.method == "POST":
            self.takes(req, **{m + "tbName": "mail_account", m + "tbSecret": "mail_password", m + "tbCode": "captcha"})
            bad = self.stale(req, sid)
            if bad:
                return bad
            act = self.event(req)
        if req.path == "/Mail/Logon.aspx":
            if act == "btnGo":
                want, self.truth.captcha = self.truth.captcha, ""
                name = req.get(m + "tbName").strip().removesuffix("@ntuh.gov.tw")
                if not want or req.get(m + "tbCode").strip() != want:
                    said = "驗證碼錯誤"
                elif not self.truth.alias or name != self.truth.alias or req.get(m + "tbSecret") != self.truth.cloud_password:
                    said = "帳號或密碼不正確"
                else:
                    self.mails.add(sid)
                    self.truth.sessions.add("mail:" + sid)
                    self.truth.counts["mail_sign_in"] += 1
                    return redirect("/Mail/Inbox.aspx", *head)
            body = f"""<table align="center"><tr><td>帳號:</td><td><input name="{m}tbName" type="text" id="ctl00_tbName" /></td></tr><tr><td>密碼:</td><td><input name="{m}tbSecret" type="password" id="ctl00_tbSecret" /></td></tr><tr><td>驗證碼(小寫字母或數字):</td><td><input name="{m}tbCode" type="text" id="ctl00_tbCode" size="6" /> <img src="Code.ashx?{secrets.token_hex(3)}" alt="" /></td></tr>
<tr><td></td><td><input id="ctl00_cbKeep" type="checkbox" name="{m}cbKeep" /><label for="ctl00_cbKeep">記住登入資訊 (公用電腦請勿勾選)</label></td></tr><tr><td></td><td><input type="submit" name="{m}btnGo" value="登 入" id="ctl00_btnGo" /> <span class="val">{said}</span></td></tr></table>
<h4>公佈欄</h4><p>※如無法登入，請先至網路帳號服務變更密碼，謝謝</p>"""
            return Response(self.master(req, sid, "Logon.aspx", body, "電子郵件", said), headers=head)
        if sid not in self.mails:
            return redirect("/Mail/Logon.aspx", *head)
        if act == "lbtnOut":
            self.mails.discard(sid)
            self.truth.sessions.discard("mail:" + sid)
            self.truth.counts["sign_out_mail"] += 1
            return redirect("/Mail/Logon.aspx", ("Set-Cookie", "MailSession=; path=/; expires=Thu, 01-Jan-1970 00:00:00 GMT"))
        body = f"""<p align="right">{escape(self.truth.alias)}@ntuh.gov.tw <a id="ctl00_lbtnOut" href="javascript:__doPostBack(&#39;{m}lbtnOut&#39;,&#39;&#39;)">登出</a></p>
<h3>收件匣</h3><table class="grid" border="1" rules="all" id="ctl00_gvInbox"><tr><th>寄件者</th><th>主旨</th><th>日期</th></tr><tr><td>資訊室</td><td>歡迎使用電子郵件</td><td>2026/11/30</td></tr></table>"""
        return Response(self.master(req, sid, "Inbox.aspx", body, "電子郵件"))

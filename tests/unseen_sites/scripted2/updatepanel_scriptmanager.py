"""ASP.NET WebForms with UpdatePanels: a small ScriptManager posts by XMLHttpRequest and puts the delta's panels in place."""

from __future__ import annotations

import html
import re
import secrets
import time
from pathlib import Path

from truth import Request, Response, Site, picture, redirect

VENDOR = Path(__file__).resolve().parent.parent / "vendor"

AXD = r"""
// ScriptResource.axd : MicrosoftAjaxWebForms (slim)
if(typeof Sys==='undefined'){Sys={}}Sys.WebForms={};
Sys.WebForms.PageRequestManager=function(){this._panels=[];this._smId='';this._end=[];this._begin=[];this._xhr=null;this._ctl=null};
Sys.WebForms.PageRequestManager.getInstance=function(){return Sys._prm||(Sys._prm=new Sys.WebForms.PageRequestManager())};
Sys.WebForms.PageRequestManager._initialize=function(sm,formId,panels){var p=this.getInstance();p._smId=sm;p._panels=panels;p._form=document.getElementById(formId);
 p._form.addEventListener('click',function(e){var n=e.target;if(n.tagName==='INPUT'&&(n.type==='submit'||n.type==='image')||n.tagName==='BUTTON'&&n.type==='submit'){p._ctl=n;var b=n.getBoundingClientRect();p._xy=[Math.max(0,Math.round(e.clientX-b.left)),Math.max(0,Math.round(e.clientY-b.top))]}},true);
 p._form.addEventListener('submit',function(e){e.preventDefault();if(p._ctl)p._post(p._ctl.name,p._ctl);p._ctl=null});};
Sys.WebForms.PageRequestManager.prototype={
 add_endRequest:function(f){this._end.push(f)},add_beginRequest:function(f){this._begin.push(f)},
 _panelOf:function(el){while(el&&el!==document.body){for(var i=0;i<this._panels.length;i++){if(el.id===this._panels[i].replace(/\$/g,'_'))return this._panels[i]}el=el.parentNode}return this._smId},
 _post:function(target,ctl){if(this._xhr)return;var f=this._form,q=[],enc=encodeURIComponent,me=this;var el=ctl||document.getElementById(target.replace(/\$/g,'_'));
  q.push(enc(this._smId)+'='+enc(this._panelOf(el)+'|'+target));
  for(var i=0;i<f.elements.length;i++){var n=f.elements[i];if(!n.name||n.disabled)continue;var t=(n.type||'').toLowerCase();if(t==='submit'||t==='image'||t==='button'||t==='reset')continue;if((t==='checkbox'||t==='radio')&&!n.checked)continue;q.push(enc(n.name)+'='+enc(n.value))}
  q.push('__ASYNCPOST=true');if(ctl){if(ctl.type==='image'){q.push(enc(ctl.name)+'.x='+this._xy[0]);q.push(enc(ctl.name)+'.y='+this._xy[1])}else q.push(enc(ctl.name)+'='+enc(ctl.value))}
  this._begin.forEach(function(b){b()});var x=this._xhr=new XMLHttpRequest();x.open('POST',f.action||location.href,true);x.setRequestHeader('X-MicrosoftAjax','Delta=true');x.setRequestHeader('X-Requested-With','XMLHttpRequest');x.setRequestHeader('Cache-Control','no-cache');x.setRequestHeader('Content-Type','application/x-www-form-urlencoded; charset=utf-8');
  x.onreadystatechange=function(){if(x.readyState!==4)return;me._xhr=null;var er=null;if(x.status===200){er=me._delta(x.responseText)}else er='伺服器回應錯誤('+x.status+')';f.__EVENTTARGET.value='';f.__EVENTARGUMENT.value='';me._end.forEach(function(h){h(me,er)})};x.send(q.join('&'))},
 _delta:function(s){var i=0,err=null,scripts=[];while(i<s.length){var a=s.indexOf('|',i),len=parseInt(s.slice(i,a),10);var b=s.indexOf('|',a+1),type=s.slice(a+1,b);var c=s.indexOf('|',b+1),id=s.slice(b+1,c);var body=s.substr(c+1,len);i=c+1+len+1;
   if(type==='updatePanel'){document.getElementById(id).innerHTML=body}else if(type==='hiddenField'){var h=document.getElementById(id);if(!h){h=document.createElement('input');h.type='hidden';h.id=h.name=id;this._form.appendChild(h)}h.value=body}
   else if(type==='scriptBlock')scripts.push(body);else if(type==='pageRedirect'){location.href=decodeURIComponent(body);return null}else if(type==='pageTitle')document.title=body;else if(type==='error')err=body}
  scripts.forEach(function(z){(0,eval)(z)});return err}};
function __doPostBack(t,a){var p=Sys.WebForms.PageRequestManager.getInstance();p._form.__EVENTTARGET.value=t;p._form.__EVENTARGUMENT.value=a||'';p._post(t,null)}
function Page_ClientValidate(g){var ok=true;var l=document.querySelectorAll('span[data-val="'+g+'"]');for(var i=0;i<l.length;i++){var c=document.getElementById(l[i].getAttribute('data-for'));var bad=!c.value.replace(/\s/g,'');l[i].style.visibility=bad?'visible':'hidden';if(bad)ok=false}return ok}
function WebForm_DoPostBackWithOptions(t,g){if(!g||Page_ClientValidate(g))__doPostBack(t,'')}
"""

FRAME = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>@TITLE@</title><link rel="icon" href="data:," />
<link href="/Content/jquery-ui.min.css" rel="stylesheet" type="text/css" /><style type="text/css">body{font:13px 微軟正黑體,Arial;margin:0;background:@BG@}.hd{background:#00679a;color:#fff;padding:8px}.hd a{color:#fff;margin-right:14px}td{padding:4px 6px;vertical-align:top}.err{color:Red}.ok{color:Green;font-weight:bold}#prog{position:fixed;right:10px;top:10px;background:#ffc;border:1px solid #cc0;padding:6px;z-index:999}.modalBackground{position:fixed;left:0;top:0;right:0;bottom:0;background:#777;opacity:.6;z-index:100}.modalPopup{position:fixed;left:400px;top:200px;width:430px;background:#fff;border:3px solid #00679a;padding:15px;z-index:101}.box{width:860px;margin:10px auto;background:#fff;border:1px solid #aaa;padding:14px}.mn{display:inline-block;position:relative}.mn div{display:none;position:absolute;left:0;top:18px;background:#fff;border:1px solid #00679a;width:190px;z-index:50}.mn:hover div,.mn.o div{display:block}.mn div a{display:block;color:#036;padding:4px 8px;margin:0}</style></head>
<body><form name="aspnetForm" method="post" action="@ACTION@" id="aspnetForm" autocomplete="off">
<div class="aspNetHidden"><input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" /><input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" /><input type="hidden" name="__LASTFOCUS" id="__LASTFOCUS" value="" /><input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="@VS@" /></div>
<script src="/ScriptResource.axd?d=jq" type="text/javascript"></script><script src="/ScriptResource.axd?d=ui" type="text/javascript"></script><script src="/ScriptResource.axd?d=ajax" type="text/javascript"></script>
<div class="aspNetHidden"><input type="hidden" name="__VIEWSTATEGENERATOR" id="__VIEWSTATEGENERATOR" value="@GEN@" /><input type="hidden" name="__EVENTVALIDATION" id="__EVENTVALIDATION" value="@EV@" /></div>
<script type="text/javascript">//<![CDATA[
Sys.WebForms.PageRequestManager._initialize('ctl00$ScriptManager1','aspnetForm',[@PANELS@]);
//]]></script>
@BODY@
<div id="prog" style="display:none">資料處理中，請稍候...</div><div id="dlgMsg" title="系統訊息" style="display:none"></div>
<script type="text/javascript">
var prm=Sys.WebForms.PageRequestManager.getInstance();prm.add_beginRequest(function(){$('#prog').show()});prm.add_endRequest(function(s,er){$('#prog').hide();if(er)showMsg(er)});
function showMsg(t){$('#dlgMsg').text(t).dialog({modal:true,width:400,buttons:[{text:'關閉',click:function(){$(this).dialog('close')}}]})}
</script></form></body></html>"""

MENU = ["更改密碼", "個人簽章提醒設定", "薪資所得免稅額申報表", "員工待遇福利查詢", "查詢員工連絡資料", "維護個人連絡資料", "個人就醫紀錄查詢", "個人追蹤名單"]
N = "NTUHWeb1$"
CONTACT = (("txtESurname", "english_surname", "英文姓：", "ex:Chen(陳)"), ("txtEFirst", "english_given", "英文首名：", "ex: Yi-Fen(怡芬) (說明)"), ("txtEMiddle", "english_middle", "英文中名：", "ex:Mary 為英文別名，如無，可不填"),
           ("txtOfficeTel", "office_phone", "辦公室電話：", "ex:61234或23123456"), ("txtHomeTel", "home_phone", "住宅電話：", "ex:0223123456"), ("txtMobile", "mobile_phone", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))
e = html.escape


class TheSite(Site):
    title = "updatepanel_scriptmanager"

    def __init__(self) -> None:
        super().__init__()
        self.states: dict[str, dict[str, str]] = {}
        self.guid = ""
        self.sms: dict[str, object] = {}

    # ---- WebForms of our own
    def seal(self, page: str, state: dict[str, str]) -> tuple[str, str]:
        vs = "/wEPDwUK" + secrets.token_urlsafe(60) + "=="
        ev = "/wEdAA" + secrets.token_urlsafe(30)
        self.states[vs] = {**state, "_page": page, "_ev": ev}
        return vs, ev

    def opened(self, r: Request, page: str) -> dict[str, str] | None:
        """The hidden state that was sent back; each one counts once."""
        state = self.states.get(r.get("__VIEWSTATE"))
        if not state or state["_page"] != page or r.get("__EVENTVALIDATION") != state["_ev"] or r.get("__ASYNCPOST") != "true" or r.headers.get("X-MicrosoftAjax") != "Delta=true":
            return None
        return self.states.pop(r.get("__VIEWSTATE"))

    def full(self, page: str, title: str, body: str, panels: dict[str, str], state: dict[str, str], action: str, bg: str = "#e9f1f5", cookie: str = "") -> Response:
        vs, ev = self.seal(page, state)
        for name, content in panels.items():
            body = body.replace("{" + name + "}", f'<div id="{name.replace("$", "_")}">{content}</div>')
        text = FRAME.replace("@BODY@", body).replace("@TITLE@", title).replace("@BG@", bg).replace("@ACTION@", e(action)).replace("@VS@", vs).replace("@EV@", ev).replace("@GEN@", "C2EE9ABB").replace("@PANELS@", ",".join(f"'{p}'" for p in panels))
        return Response(text, headers=[("Cache-Control", "no-cache, no-store"), *([("Set-Cookie", cookie)] if cookie else [])])

    @staticmethod
    def part(kind: str, name: str, content: str) -> str:
        return f"{len(content)}|{kind}|{name}|{content}|"

    def delta(self, page: str, panels: dict[str, str], state: dict[str, str], script: str = "", cookie: str = "") -> Response:
        vs, ev = self.seal(page, state)
        out = "1|#||4|"
        out += "".join(self.part("updatePanel", k.replace("$", "_"), v) for k, v in panels.items())
        out += self.part("hiddenField", "__EVENTTARGET", "") + self.part("hiddenField", "__EVENTARGUMENT", "") + self.part("hiddenField", "__VIEWSTATE", vs)
        out += self.part("hiddenField", "__EVENTVALIDATION", ev) + self.part("asyncPostBackControlIDs", "", "") + self.part("updatePanelIDs", "", ",".join("t" + k for k in panels))
        if script:
            out += self.part("scriptBlock", "ScriptContentNoTags", script)
        return Response(out, kind="text/plain; charset=utf-8", headers=[("Set-Cookie", cookie)] if cookie else [])

    def away(self, to: str, cookie: str = "") -> Response:
        return Response("1|#||4|" + self.part("pageRedirect", "", to.replace("?", "%3f").replace("&", "%26")), kind="text/plain; charset=utf-8", headers=[("Set-Cookie", cookie)] if cookie else [])

    def broken(self, why: str = "驗證檢視狀態 MAC 失敗，請重新開啟本網頁。") -> Response:
        return Response("1|#||4|" + self.part("error", "500", why), kind="text/plain; charset=utf-8")

    def files(self, r: Request) -> Response | None:
        if r.path == "/ScriptResource.axd":
            which = {"jq": "jquery.min.js", "ui": "jquery-ui.min.js"}.get(r.get("d"))
            return Response((VENDOR / which).read_bytes() if which else AXD, kind="application/x-javascript; charset=utf-8")
        if r.path == "/Content/jquery-ui.min.css":
            return Response((VENDOR / "jquery-ui.min.css").read_bytes(), kind="text/css")
        if r.path.endswith("/Captcha.ashx"):
            if r.get("g") != self.guid or not self.guid:
                return Response(picture("------", "GIF"), kind="image/gif")
            small = r.host == "mail"
            return Response(picture(self.truth.new_captcha(*(("abcdefghkmnprstwxyz23456789", 5) if small else ())), "GIF"), kind="image/gif", headers=[("Cache-Control", "no-store")])
        return None

    def new_guid(self) -> str:
        self.guid = secrets.token_hex(8)
        self.truth.captcha = ""
        return self.guid

    def read_picture(self, given: str, guid: str) -> bool:
        ok = bool(self.truth.captcha) and guid == self.guid and given.strip().upper() == self.truth.captcha.upper()
        self.truth.captcha = self.guid = ""
        return ok

    # ---- PORTAL
    def portal(self, r: Request) -> Response:
        t = self.truth
        if r.method == "POST":
            self.takes(r, **{"ctl00$ddlHospital": "campus", "ctl00$txtUserID": "employee_id", "ctl00$txtPass": "portal_password", "ctl00$txtVerifyCode": "captcha"})
        found = self.files(r)
        if found:
            return found
        if r.path == "/":
            return redirect("/General/Login.aspx")
        if r.path == "/General/Login.aspx":
            return self.login(r)
        sid = r.query.get("SESSION", "")
        if f"portal:{sid}" not in t.sessions or r.cookies.get("_CK_NTUHPortal") != sid:
            return self.away("/General/Login.aspx") if r.method == "POST" else redirect("/General/Login.aspx")
        if r.path == "/General/Redirect.aspx":
            return Response(f"<html><head><title>Redirect</title></head><body>登入中...<script>setTimeout(function(){{location.replace('/General/NewMenu.aspx?SESSION={sid}')}},300)</script></body></html>")
        if r.path != "/General/NewMenu.aspx":
            return Response("404", 404)
        links = "".join(f"<a href=\"javascript:__doPostBack('ctl00$mnuMain','Personal\\\\{i}')\">{x}</a>" for i, x in enumerate(MENU))
        if r.method == "POST":
            state = self.opened(r, "menu")
            if state is None or state.get("s") != sid:
                return self.broken()
            target, argument = r.get("__EVENTTARGET"), r.get("__EVENTARGUMENT")
            if r.has("ctl00$ibtnLogOut.x"):
                t.sessions.discard("portal:" + sid)
                t.counts["sign_out_portal"] += 1
                return self.away("/General/Login.aspx?out=1", "_CK_NTUHPortal=; Path=/; Max-Age=0")
            where = {"Personal\\0": "ChangePassword.aspx", "Personal\\5": "EmpContact.aspx"}.get(argument)
            if target == "ctl00$mnuMain" and where:
                return self.away(f"{self.urls['inner']}/WebApplication/{where}?SESSION={sid}")
            return self.delta("menu", {"ctl00$upNews": self.news(r.get("ctl00$txtSearch"))}, {"s": sid}, "showMsg('查無資料或您沒有此功能的權限')")
        body = f"""<div class="hd"><b>醫療資訊系統</b>　<input name="ctl00$txtSearch" type="text" id="ctl00_txtSearch" placeholder="功能搜尋" /><input type="submit" name="ctl00$btnSearch" value="查詢" id="ctl00_btnSearch" />
 <div style="float:right" id="TopButtonLogOutDIV"><input type="image" name="ctl00$ibtnLogOut" id="ctl00_ibtnLogOut" title="登出" alt="登出" src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='60' height='22'%3E%3Crect width='60' height='22' fill='%23c33'/%3E%3Ctext x='16' y='16' fill='white' font-size='13'%3E登出%3C/text%3E%3C/svg%3E" /></div><br />
 <span class="mn"><a href="#">醫療系統</a></span><span class="mn"><a href="#">醫療支援</a></span><span class="mn"><a href="#">行政系統</a></span><span class="mn" onclick="this.className='mn o'"><a href="#" onclick="return false">個人管理 ▾</a><div>{links}</div></span></div><div class="box">{e(t.person.name)} 您好!<br />總院差勤待簽 0 未核准 0 被駁回 0{{ctl00$upNews}}</div>"""
        return self.full("menu", "PORTAL", body, {"ctl00$upNews": self.news("")}, {"s": sid}, f"./NewMenu.aspx?SESSION={sid}")

    def news(self, word: str) -> str:
        return "<h4>全院公告 2</h4><table border=1><tr><th>日期</th><th>標題</th></tr><tr><td>2019/10/21</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr><tr><td>2018/12/13</td><td>總院Portal資訊系統登入首頁改版</td></tr></table>" + (f"<p>查詢：{e(word)}　0 筆</p>" if word else "")

    def login_panel(self, hospital: str, user: str, guid: str, message: str) -> str:
        options = "".join(f'<option {"selected=selected " if v == hospital else ""}value="{v}">{n}</option>' for v, n in (("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("Y0", "雲林分院")))
        valid = '<span data-val="L" data-for="ctl00_%s" class="err" style="visibility:hidden">＊必填</span>'
        return f"""<table cellspacing="0" border="0"><tr><td>院　區</td><td><select name="ctl00$ddlHospital" id="ctl00_ddlHospital" onchange="javascript:setTimeout('__doPostBack(\\'ctl00$ddlHospital\\',\\'\\')', 0)">{options}</select></td></tr>
<tr><td>帳　號</td><td><input name="ctl00$txtUserID" type="text" maxlength="10" id="ctl00_txtUserID" value="{e(user)}" />{valid % "txtUserID"}</td></tr><tr><td>密　碼</td><td><input name="ctl00$txtPass" type="password" id="ctl00_txtPass" /><span id="capStatus" style="visibility:hidden">大寫鎖定</span>{valid % "txtPass"}</td></tr>
<tr id="tr_p_2"><td></td><td><img id="ctl00_imgVerifyCode" src="/General/Captcha.ashx?g={guid}" alt="" /><a id="ctl00_lbRegen" href="javascript:__doPostBack('ctl00$lbRegen','')">換一張</a></td></tr><tr id="tr_p_3"><td>驗證碼</td><td><input name="ctl00$txtVerifyCode" type="text" maxlength="6" id="ctl00_txtVerifyCode" /> (不用區分大小寫){valid % "txtVerifyCode"}</td></tr>
<tr><td></td><td><input type="button" name="ctl00$btnSubmit" value="登　入" id="ctl00_btnSubmit" onclick="javascript:WebForm_DoPostBackWithOptions('ctl00$btnSubmit','L')" /> <span id="ctl00_lblMsg" class="err">{message}</span></td></tr></table>"""

    def login(self, r: Request) -> Response:
        t = self.truth
        if r.method != "POST":
            guid = self.new_guid()
            body = """<div class="hd"><b>台大醫院 PORTAL 資訊系統</b> National Taiwan University Hospital</div><div class="box" style="width:560px">{ctl00$upLogin}<hr />數位學習　KM系統　差勤系統　表單下載　網路掛號<br />如無法登入，請撥資訊室分機261120</div>"""
            return self.full("login", "PORTAL 登入", body, {"ctl00$upLogin": self.login_panel("T0", "", guid, "您已登出系統" if r.get("out") else "")}, {"g": guid}, "./Login.aspx")
        state = self.opened(r, "login")
        if state is None:
            return self.broken()
        hospital, user, message = r.get("ctl00$ddlHospital"), r.get("ctl00$txtUserID").strip(), ""
        if r.get("__EVENTTARGET") == "ctl00$btnSubmit":
            if not self.read_picture(r.get("ctl00$txtVerifyCode"), state["g"]):
                message = "驗證碼不符！"
            elif hospital != "T0" or user != t.person.employee_id or r.get("ctl00$txtPass") != t.portal_password:
                message = "帳號不存在或密碼錯誤！"
            else:
                sid = secrets.token_hex(16).upper()
                t.sessions.add("portal:" + sid)
                t.counts["sign_in"] += 1
                return self.away(f"/General/Redirect.aspx?SESSION={sid}", f"_CK_NTUHPortal={sid}; Path=/; HttpOnly")
            t.counts["sign_in_refused"] += 1
        guid = self.new_guid()
        return self.delta("login", {"ctl00$upLogin": self.login_panel(hospital, user, guid, message)}, {"g": guid})

    # ---- inner
    def inner(self, r: Request) -> Response:
        t = self.truth
        if r.method == "POST":
            self.takes(r, **{N + "txtOld": "old_password", N + "txtNew1": "new_password", N + "txtNew2": "new_password_again", N + "txtMobile": "mobile_phone"})
        found = self.files(r)
        if found:
            return found
        sid = r.query.get("SESSION", "")
        if f"portal:{sid}" not in t.sessions:
            return self.broken("連線逾時，請重新登入Portal") if r.method == "POST" else Response("<html><body>連線逾時，請重新登入Portal</body></html>")
        back = f'<div class="hd"><b>個人管理</b>　<a href="{self.urls["portal"]}/General/NewMenu.aspx?SESSION={sid}">回功能選單</a></div>'
        page = r.path.rsplit("/", 1)[-1]
        state = self.opened(r, page + sid) if r.method == "POST" else {}
        if state is None:
            return self.broken()
        panel, script = N + "UpdatePanel1", ""
        if page == "ChangePassword.aspx":
            message, done = "", False
            if r.method == "POST":
                old, new = r.get(N + "txtOld"), r.get(N + "txtNew1")
                if old != t.portal_password:
                    message = "舊密碼不正確，請重新輸入！"
                elif new != r.get(N + "txtNew2"):
                    message = "兩次新密碼不同，請重新輸入！"
                elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new) or new == old:
                    message = "新密碼不符合密碼設定條件！"
                done = not message
                if done:
                    t.portal_password = new
                t.counts["password_changed" if done else "password_refused"] += 1
            rows = "".join(f'<tr><td>{label}</td><td><input name="{N}{n}" type="password" id="NTUHWeb1_{n}" maxlength="20" /><span data-val="P" data-for="NTUHWeb1_{n}" class="err" style="visibility:hidden">未輸入</span></td></tr>' for n, label in (("txtOld", "請輸入舊密碼："), ("txtNew1", "請輸入新密碼："), ("txtNew2", "請再輸入新密碼：")))
            content = '<p class="ok">PORTAL密碼變更作業完成。</p>' if done else f"""<table>{rows}<tr><td>密碼強度檢核：</td><td><span id="pwLevel">－</span></td></tr><tr><td colspan=2>密碼設定條件：<br />1.密碼長度不可少於8個字元<br />2.密碼內容需包含英文及數字</td></tr></table><input type="button" name="{N}btnOK" id="NTUHWeb1_btnOK" value="確定更改" onclick="WebForm_DoPostBackWithOptions('{N}btnOK','P')" /><br /><span id="NTUHWeb1_lblMsg" class="err">{message}</span>"""
            body, title = back + '<div class="box"><h3>更改密碼</h3>{' + panel + "}</div>", "更改密碼"
        elif page == "EmpContact.aspx":
            message = ""
            if r.method == "POST":
                if not re.fullmatch(r"09\d{8}", r.get(N + "txtMobile")) or not all(r.has(N + c[0]) for c in CONTACT):
                    script = "showMsg('行動電話輸入錯誤，資料未存檔')"
                else:
                    t.saved_contact = {c[1]: r.get(N + c[0]) for c in CONTACT}
                    t.counts["contact_saved"] += 1
                    message = "異動儲存成功 " + time.strftime("%H:%M:%S")
            rows = "".join(f'<tr><td align=right>{label}</td><td><input name="{N}{n}" type="text" id="NTUHWeb1_{n}" value="{e(t.saved_contact.get(k, getattr(t.person, k)))}" /> <font color=gray>{hint}</font></td></tr>' for n, k, label, hint in CONTACT)
            content = f"""<a id="NTUHWeb1_lbSave" href="javascript:__doPostBack('{N}lbSave','')" style="border:1px outset #999;padding:3px 10px;background:#eee">異動儲存</a> <span class="ok">{message}</span><table><tr><td align=right>員工編號：</td><td><span>{t.person.employee_id}</span>　姓名：<span>{e(t.person.name)}</span></td></tr>{rows}</table>"""
            body, title = back + '<div class="box"><h3>台大醫院---維護個人連絡資料</h3>{' + panel + "}</div>", "維護個人連絡資料"
        else:
            return Response("404", 404)
        if r.method == "POST":
            return self.delta(page + sid, {panel: content}, {}, script)
        return self.full(page + sid, title, body, {panel: content}, {}, f"./{page}?SESSION={sid}", "#f6f6e8")

    # ---- account
    def views(self, view: str, state: dict[str, str], message: str) -> str:
        p, t, c = self.truth.person, self.truth, "ctl00_C1_"
        error = f'<div id="{c}lblErr" class="err">{message}</div>'
        if view == "home":
            return """<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><h3>《規範》</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul><h3>《常見問題與服務》</h3><p>密碼修改後多久可以生效：即時生效。</p>
<p><a href="javascript:__doPostBack('ctl00$C1$lbActivate','')">啟用網路帳號及首次雲端帳號密碼設定</a><br />啟用本院微軟相關服務，如：Office365, Outlook...</p><p><a href="javascript:__doPostBack('ctl00$C1$lbReset','')">重置雲端服務密碼</a><br />重設非Portal帳號的密碼</p><p><a href="javascript:__doPostBack('ctl00$C1$lbVpn','')">總院廠商VPN展延申請</a></p>""" + error
        if view == "proof":
            title = "重置雲端服務密碼" if state["fn"] == "R" else "啟用網路帳號及首次雲端帳號密碼設定"
            pop = ""
            if state.get("pop") == "phone":
                pop = f"""<div class="modalBackground"></div><div class="modalPopup" id="{c}pnlPhone">請輸入帳號登記的手機門號(10碼)<br /><input name="ctl00$C1$txtPhone" type="text" maxlength="10" id="{c}txtPhone" /><br />{error}<br /><input type="submit" name="ctl00$C1$btnSend" value="確定發送" id="{c}btnSend" /> <input type="submit" name="ctl00$C1$btnCancel" value="取消" id="{c}btnCancel" /></div>"""
            elif state.get("pop") == "sent":
                pop = f"""<div class="modalBackground"></div><div class="modalPopup"><b>動態碼簡訊發送成功</b><p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p><input type="submit" name="ctl00$C1$btnSentOK" value="確定" id="{c}btnSentOK" /></div>"""
            return f"""<fieldset><legend>注意事項</legend><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></fieldset><h3>{title}</h3><table><tr><td>網路帳號 / 主職員工編號</td><td><input name="ctl00$C1$txtAcc" type="text" maxlength="6" id="{c}txtAcc" value="{e(state.get("acc", ""))}" /></td><td><input type="submit" name="ctl00$C1$btnSms" value="發送簡訊動態碼" id="{c}btnSms" /></td></tr>
<tr><td>簡訊(或MOTP)動態碼</td><td><input name="ctl00$C1$txtOtp" type="text" maxlength="8" id="{c}txtOtp" /></td><td></td></tr><tr><td></td><td></td><td><input type="submit" name="ctl00$C1$btnNext" value="下一步" id="{c}btnNext" /></td></tr></table>{"" if state.get("pop") == "phone" else error}{pop}"""
        pair = f"""<tr><td>雲端服務密碼</td><td><input name="ctl00$C1$txtPw1" type="password" id="{c}txtPw1" /> 8碼以上，含英文及數字</td></tr><tr><td>雲端服務密碼(確認)</td><td><input name="ctl00$C1$txtPw2" type="password" id="{c}txtPw2" /></td></tr>"""
        leave = '<input type="submit" name="ctl00$C1$btnLeave" value="登出" />'
        if view == "reset":
            return f'<h3>重置雲端服務密碼</h3><table>{pair}</table><input type="submit" name="ctl00$C1$btnDoReset" value="確認送出" /> {leave}{error}'
        if view == "done":
            return f'<h3>作業結果</h3><p class="ok">{message}</p>{leave}'
        facts = "".join(f"<tr><td>{a}</td><td><span>{e(b)}</span></td></tr>" for a, b in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
        if t.alias:
            return f'<h3>設定密碼與郵件別名</h3><table>{facts}<tr><td>雲端服務帳號 (電子郵件名稱)</td><td>{e(t.alias)}@ntuh.gov.tw</td></tr></table><p>雲端服務狀態：<b>已啟用</b>，郵件別名不開放修改。</p>{leave}'
        return f"""<h3>設定密碼與郵件別名</h3><div>雲端服務帳號說明：1. 雲端服務帳號為跨體系使用。2. 服務於設定完成隔日生效。</div><table>{facts}<tr><td>雲端服務帳號<br />(電子郵件名稱)</td><td><input name="ctl00$C1$txtAlias" type="text" maxlength="64" id="{c}txtAlias" value="{e(state.get("alias", ""))}" />@ntuh.gov.tw 名稱長度限64字元內</td></tr>{pair}<tr><td><input type="submit" name="ctl00$C1$btnCancelAct" value="取消啟用" /></td><td><input type="submit" name="ctl00$C1$btnEnable" value="啟用雲端服務" /> 服務於設定完成隔日生效</td></tr></table>{error}"""

    def account(self, r: Request) -> Response:
        t, p, c = self.truth, self.truth.person, "ctl00$C1$"
        if r.method == "POST":
            self.takes(r, **{c + "txtAcc": "employee_id", c + "txtPhone": "registered_phone", c + "txtOtp": "code", c + "txtAlias": "alias", c + "txtPw1": "cloud_password", c + "txtPw2": "cloud_password_again"})
        found = self.files(r)
        if found:
            return found
        if r.path == "/":
            return redirect("/AccountService.aspx")
        if r.path != "/AccountService.aspx":
            return Response("404", 404)
        if r.method != "POST":
            return self.full("acc", "網路帳號服務", '<div class="hd"><b>台大醫院網路帳號服務</b></div><div class="box">{ctl00$C1$upMain}</div>', {"ctl00$C1$upMain": self.views("home", {}, "")}, {"view": "home"}, "./AccountService.aspx", "#eee")
        state = self.opened(r, "acc")
        if state is None:
            return self.broken()
        view, message, target = state["view"], "", r.get("__EVENTTARGET")
        sid = state.get("sid", "")
        pressed = {k[len(c):] for k, _ in r.form if k.startswith(c + "btn")}
        if view == "home":
            fn = {c + "lbActivate": "A", c + "lbReset": "R"}.get(target)
            if fn:
                state, view = {"fn": fn}, "proof"
            else:
                message = "非受理期間"
        elif view == "proof":
            state["acc"] = r.get(c + "txtAcc").strip()
            if "btnSms" in pressed:
                state["pop"] = "phone" if re.fullmatch(r"\d{6}", state["acc"]) else ""
                message = "" if state["pop"] else "請輸入六碼員工編號"
            elif "btnSend" in pressed and state.get("pop") == "phone":
                if state["acc"] == p.employee_id and r.get(c + "txtPhone") == (t.saved_contact.get("mobile_phone") or p.mobile_phone):
                    self.sms = {"code": t.new_message(), "at": time.time()}
                    state["pop"] = "sent"
                else:
                    message = "手機門號與登記資料不同"
            elif "btnNext" in pressed:
                state["pop"], code = "", r.get(c + "txtOtp").strip()
                if not self.sms:
                    message = "請先發送簡訊動態碼"
                elif time.time() - float(str(self.sms["at"])) > 120:
                    message = "動態碼已失效"
                elif code != self.sms["code"] or state["acc"] != p.employee_id:
                    message = "動態碼輸入錯誤"
                if message:
                    t.counts["code_refused"] += 1
                else:
                    self.sms = {}
                    sid = secrets.token_hex(16)
                    t.sessions.add("account:" + sid)
                    t.counts["code_accepted"] += 1
                    state["sid"], view = sid, "reset" if state["fn"] == "R" else "setup"
            else:
                state["pop"] = ""
        elif f"account:{sid}" not in t.sessions:
            return self.broken("驗證逾時，請重新操作")
        elif pressed & {"btnLeave", "btnCancelAct"}:
            t.sessions.discard("account:" + sid)
            t.counts["sign_out_account"] += 1
            return self.away("/AccountService.aspx")
        else:
            one = r.get(c + "txtPw1")
            if one != r.get(c + "txtPw2"):
                message = "兩次密碼不一致"
            elif len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search(r"\d", one):
                message = "密碼長度或組成不符規定"
            elif one == t.portal_password:
                message = "不可與Portal密碼相同"
            if view == "setup" and "btnEnable" in pressed:
                name = state["alias"] = r.get(c + "txtAlias").strip()
                if t.alias:
                    message = "本帳號已啟用，不可重複啟用"
                elif not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{1,63}", name):
                    message = "電子郵件名稱含有不允許的字元"
                elif name.lower() == "taken.name":
                    message = "電子郵件名稱重複，請另選名稱"
                if not message:
                    t.alias, t.cloud_password = name, one
                    t.counts["activated"] += 1
                    view, message = "done", f"{e(name)}@ntuh.gov.tw 啟用作業已受理完成，明日生效。"
            elif view == "reset" and "btnDoReset" in pressed:
                message = message or ("" if t.alias else "尚未啟用網路帳號")
                if not message:
                    t.cloud_password = one
                    view, message = "done", "雲端密碼重置完成。"
        state = {k: v for k, v in state.items() if not k.startswith("_")}
        state["view"] = view
        return self.delta("acc", {"ctl00$C1$upMain": self.views(view, state, message)}, state)

    # ---- mail
    def mail(self, r: Request) -> Response:
        t = self.truth
        if r.method == "POST":
            self.takes(r, **{"ctl00$tbName": "mail_account", "ctl00$tbWord": "mail_password", "ctl00$tbCode": "captcha"})
        found = self.files(r)
        if found:
            return found
        if r.path != "/":
            return Response("404", 404)
        sid, message, cookie, name = r.cookies.get("WMSESS", ""), "", "", ""
        if r.method == "POST":
            state = self.opened(r, "mail")
            if state is None:
                return self.broken()
            if r.has("ctl00$btnLogin"):
                name = r.get("ctl00$tbName").strip()
                if not self.read_picture(r.get("ctl00$tbCode"), state.get("g", "")):
                    message = "驗證碼不正確"
                elif not t.alias or name.lower().split("@")[0] != t.alias.lower() or r.get("ctl00$tbWord") != t.cloud_password:
                    message = "帳號密碼錯誤，無法登入"
                else:
                    sid = secrets.token_hex(16)
                    t.sessions.add("mail:" + sid)
                    t.counts["mail_sign_in"] += 1
                    cookie = f"WMSESS={sid}; Path=/; HttpOnly"
            elif r.get("__EVENTTARGET") == "ctl00$lbOut" and f"mail:{sid}" in t.sessions:
                t.sessions.discard("mail:" + sid)
                t.counts["sign_out_mail"] += 1
                cookie, message = "WMSESS=; Path=/; Max-Age=0", "已登出"
        guid = ""
        if f"mail:{sid}" in t.sessions:
            content = f"""<p>{e(t.alias)}@ntuh.gov.tw　<a href="javascript:__doPostBack('ctl00$lbOut','')">登出</a></p><h3>收件匣</h3><table border=1><tr><th>寄件者</th><th>主旨</th></tr><tr><td>資訊室</td><td>歡迎使用</td></tr></table>"""
        else:
            guid = self.new_guid()
            content = f"""<table><tr><td>帳號:</td><td><input name="ctl00$tbName" type="text" id="ctl00_tbName" value="{e(name)}" /></td></tr><tr><td>密碼:</td><td><input name="ctl00$tbWord" type="password" id="ctl00_tbWord" /></td></tr><tr><td>驗證碼(小寫字母或數字):</td><td><input name="ctl00$tbCode" type="text" id="ctl00_tbCode" /><img src="/Captcha.ashx?g={guid}" alt="" /></td></tr><tr><td></td><td><input name="ctl00$cbKeep" type="checkbox" id="ctl00_cbKeep" /><label for="ctl00_cbKeep">記住登入資訊 (公用電腦請勿勾選)</label></td></tr><tr><td></td><td><input type="submit" name="ctl00$btnLogin" value="登入信箱" id="ctl00_btnLogin" /> <span class="err">{message}</span></td></tr></table><h4>公佈欄</h4>※如無法登入，請先至下方網址變更密碼，謝謝：https://help.ntuh.gov.tw/"""
        if r.method == "POST":
            return self.delta("mail", {"ctl00$upMail": content}, {"g": guid}, cookie=cookie)
        return self.full("mail", "電子郵件", '<div class="box">{ctl00$upMail}</div>', {"ctl00$upMail": content}, {"g": guid}, "./", "#dfe8dc")

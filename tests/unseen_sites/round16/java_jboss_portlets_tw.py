"""A vendor's portal on JBoss: portlet windows, Struts actions, ;jsessionid= in every address, pages that open as popups."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from html import escape

from truth import Request, Response, Site, picture, redirect

MD5_JS = r"""
function md5hex(str){
  function add(a,b){var l=(a&0xFFFF)+(b&0xFFFF);return (((a>>16)+(b>>16)+(l>>16))<<16)|(l&0xFFFF);}
  var s=unescape(encodeURIComponent(str)),n=s.length,w=[],i,j,K=[],R=[[7,12,17,22],[5,9,14,20],[4,11,16,23],[6,10,15,21]];
  for(i=0;i<64;i++)K[i]=Math.floor(Math.abs(Math.sin(i+1))*4294967296)|0;
  var len=(((n+8)>>6)+1)*16;
  for(i=0;i<len;i++)w[i]=0;
  for(i=0;i<n;i++)w[i>>2]|=s.charCodeAt(i)<<((i%4)*8);
  w[n>>2]|=0x80<<((n%4)*8);w[len-2]=n*8;
  var a=1732584193,b=-271733879,c=-1732584194,d=271733878;
  for(i=0;i<len;i+=16){
    var A=a,B=b,C=c,D=d;
    for(j=0;j<64;j++){
      var r=j>>4,f,g;
      if(r==0){f=(b&c)|(~b&d);g=j;}else if(r==1){f=(d&b)|(~d&c);g=(5*j+1)%16;}
      else if(r==2){f=b^c^d;g=(3*j+5)%16;}else{f=c^(b|~d);g=(7*j)%16;}
      var t=d,x=add(add(a,f),add(K[j],w[i+g])),q=R[r][j%4];
      d=c;c=b;b=add(b,(x<<q)|(x>>>(32-q)));a=t;
    }
    a=add(a,A);b=add(b,B);c=add(c,C);d=add(d,D);
  }
  var o='',v=[a,b,c,d];
  for(i=0;i<16;i++){var y=(v[i>>2]>>>((i%4)*8))&255;o+=(y<16?'0':'')+y.toString(16);}
  return o;
}
function CheckAndSetPassTextBox(id){
  var box=document.getElementById(id);
  if(box.value!='' && !/^[0-9a-f]{32}$/.test(box.value)) box.value=md5hex(box.value);
  return true;
}
"""

TOKEN = "org.apache.struts.taglib.html.TOKEN"


class TheSite(Site):
    title = "java_jboss_portlets_tw"

    def __init__(self) -> None:
        super().__init__()
        self.web: dict[str, dict[str, object]] = {}

    # ---- the container
    def _session(self, host: str) -> str:
        sid = secrets.token_hex(12).upper() + "." + {"p": "node1", "a": "help01", "m": "mbx"}[host]
        self.web[sid] = {"host": host}
        return sid

    def _split(self, request: Request, host: str) -> tuple[str, str, dict[str, object] | None]:
        path, _, sid = request.path.partition(";jsessionid=")
        state = self.web.get(sid)
        return path, sid, state if state is not None and state["host"] == host else None

    def _token(self, state: dict[str, object]) -> str:
        state[TOKEN] = secrets.token_hex(16)
        return f'<input type="hidden" name="{TOKEN}" value="{state[TOKEN]}">'

    def _token_good(self, request: Request, state: dict[str, object]) -> bool:
        want = state.pop(TOKEN, None)
        return want is not None and request.get(TOKEN) == want

    def _captcha(self, state: dict[str, object], kind: str, letters: str = "123456789BDFHJLNPRTVXZ", length: int = 6) -> Response:
        state["kaptcha"] = self.truth.new_captcha(letters, length)
        return Response(picture(str(state["kaptcha"]), kind), kind="image/" + kind.lower(), headers=[("Pragma", "no-cache")])

    def _captcha_good(self, state: dict[str, object], answer: str) -> bool:
        want, newest = state.pop("kaptcha", ""), self.truth.captcha
        self.truth.captcha = ""
        return bool(want) and want == newest and answer == want

    def _page(self, title: str, body: str, script: str = "") -> Response:
        return Response(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">



<html><head><title>{title}</title>
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8"/>
<link rel="stylesheet" href="/portal-core/themes/renaissance/portal_style.css" type="text/css"/>
<style type="text/css">.portlet-window{{border:1px solid #99b;margin:6px}}.portlet-titlebar-title{{background:#d8e0f0;font-weight:bold;padding:3px}}.portlet-msg-error{{color:#c00}}
.portlet-msg-success{{color:#070}}.portlet-form-label{{background:#eef;text-align:right}}td{{font-size:13px;padding:3px}}</style>
<script type="text/javascript">
{script}
</script></head>
<body id="body">{body}
</body></html>""", headers=[("X-Powered-By", "Servlet 2.5; JBoss-5.0/JBossWeb-2.1")])

    def _window(self, name: str, inner: str) -> str:
        return f"""
<div class="portlet-window"><div class="portlet-titlebar-title">{name}<span class="portlet-mode"><a href="#" title="min" onclick="return false">_</a></span></div>
<div class="portlet-content">{inner}</div></div>"""

    # ---- portal
    def portal(self, request: Request) -> Response:
        path, sid, state = self._split(request, "p")
        if path.startswith("/images/"):
            return Response(picture("LOGIN", "GIF", (90, 32)), kind="image/gif")
        if state is None:
            sid = self._session("p")
            return Response(f'<html><head><meta http-equiv="refresh" content="0;url=/portal/login.jsp;jsessionid={sid}"/></head><body></body></html>')
        if path == "/portal/kaptcha.jpg":
            return self._captcha(state, "JPEG")
        if path == "/portal/j_portal_check.do" and request.method == "POST":
            return self._check(request, sid, state)
        if "user" not in state:
            return self._login(sid, state, "")
        if path == "/portal/auth/portal/default":
            return self._desktop(sid)
        if path == "/portal/pwd/chgPwd.do":
            return self._password(request, sid, state)
        if path == "/portal/logout.do":
            del self.web[sid]
            self.truth.sessions.discard(f"portal:{sid}")
            self.truth.counts["sign_out_portal"] += 1
            return self._page("登出", "<center><h3>您已安全登出</h3><a href=\"/portal/\">重新登入</a></center>")
        return self._page("訊息", f'<p>您無此功能之使用權限。</p><a href="/portal/auth/portal/default;jsessionid={sid}">回功能選單</a>')

    def _login(self, sid: str, state: dict[str, object], word: str) -> Response:
        alert = f"window.onload=function(){{alert('{word}');}};" if word else ""
        return self._page("入口網站", f"""<table width="760" align="center"><tr><td colspan="2"><img src="/images/banner.gif" alt="台大醫院 醫療資訊系統"/></td></tr><tr><td valign="top">
{self._window("快速連結", '<a href="http://www.ntuh.gov.tw/">院外網</a><br/><a href="#">KM系統</a><br/><a href="#">差勤系統</a><br/><a href="#">網路掛號</a>')}</td><td>
<form name="loginForm" method="post" action="/portal/j_portal_check.do;jsessionid={sid}" autocomplete="off">{self._token(state)}
{self._window("使用者登入", f'''<table><tr><td class="portlet-form-label">院區</td><td><select name="hospId" class="portlet-form-field"><option value="">-- 請選擇 --</option><option value="T0" selected="selected">總院區</option><option value="T2">北護</option><option value="T5">竹東</option><option value="Y0">雲林</option></select></td></tr>
<tr><td class="portlet-form-label">帳&nbsp;&nbsp;號</td><td><input type="text" name="j_username" id="j_username" size="18" class="portlet-form-input-field"/></td></tr>
<tr><td class="portlet-form-label">密&nbsp;&nbsp;碼</td><td><input type="password" name="j_password" id="j_password" size="18" maxlength="32" class="portlet-form-input-field"/></td></tr>
<tr><td class="portlet-form-label">驗證碼</td><td><input type="text" name="j_kaptcha" size="8" maxlength="6"/> <img src="/portal/kaptcha.jpg;jsessionid={sid}?{secrets.randbelow(10**6)}" id="kaptchaImage" alt=""/><br/>(不用區分大小寫)</td></tr>
<tr><td></td><td><input type="image" name="btnLogin" src="/images/btn_login.gif" alt="登入" onclick="return CheckAndSetPassTextBox('j_password');"/></td></tr></table>''')}
</form></td></tr></table>""", MD5_JS + alert)

    def _check(self, request: Request, sid: str, state: dict[str, object]) -> Response:
        self.takes(request, hospId="campus", j_username="employee_id", j_password="portal_password", j_kaptcha="captcha")
        if not self._token_good(request, state) or not request.has("btnLogin.x"):
            return self._login(sid, state, "頁面已過期，請重新登入")
        person = self.truth.person
        digest = hashlib.md5(self.truth.portal_password.encode()).hexdigest()
        if not self._captcha_good(state, request.get("j_kaptcha").strip().upper()):
            word = "驗證碼輸入有誤"
        elif request.get("hospId") != "T0" or request.get("j_username").strip() != person.employee_id or request.get("j_password") != digest:
            word = "登入失敗：查無此帳號或密碼不正確"
        else:
            del self.web[sid]
            sid = self._session("p")
            self.web[sid]["user"] = person.employee_id
            self.truth.sessions.add(f"portal:{sid}")
            self.truth.counts["sign_in"] += 1
            to = f"/portal/auth/portal/default;jsessionid={sid}"
            return self._page("登入中", f'<p>登入成功，載入中…<a href="{to}">如未自動轉頁請按此</a></p>', f"location.href='{to}';")
        self.truth.counts["sign_in_refused"] += 1
        return self._login(sid, state, word)

    def _desktop(self, sid: str) -> Response:
        def pop(where: str, name: str, size: str = "640,480") -> str:
            w, h = size.split(",")
            return f"""<li><a href="{where}" target="_blank" onclick="window.open(this.href,'win','width={w},height={h},scrollbars=yes,resizable=yes');return false;">{name}</a></li>"""

        def others(names: str) -> str:
            return "<ul>" + "".join(pop(f"/portal/fn.do;jsessionid={sid}?id={i}", n) for i, n in enumerate(names.split())) + "</ul>"

        mine = ("<ul>" + pop(f"/portal/pwd/chgPwd.do;jsessionid={sid}?method=view", "更改密碼", "500,420") + pop(f"/portal/fn.do;jsessionid={sid}?id=71", "個人簽章提醒設定")
                + pop(f"/portal/fn.do;jsessionid={sid}?id=72", "薪資所得免稅額申報表") + pop(f"/portal/fn.do;jsessionid={sid}?id=73", "查詢員工連絡資料")
                + pop(f"{self.urls['inner']}/hrweb/contact.do;jsessionid={sid}?method=edit", "維護個人連絡資料", "720,520") + pop(f"/portal/fn.do;jsessionid={sid}?id=74", "流感同意書列印") + "</ul>")
        return self._page("個人桌面", f"""<div id="header">您好! {self.truth.person.name}　| <a href="/portal/auth/portal/default;jsessionid={sid}">我的桌面</a> | <a href="/portal/fn.do;jsessionid={sid}?id=1">操作說明書</a> | <a href="/portal/logout.do;jsessionid={sid}">登出系統</a></div>
<table width="100%"><tr valign="top"><td width="33%">{self._window("醫療系統", others("門診系統 住院系統 急診系統"))}{self._window("數位學習", others("TMS ePortfolio"))}</td>
<td width="33%">{self._window("全院公告 2", "2019/10/21 薪資所得免稅額申報表<br/>2018/12/13 新版首頁上線")}{self._window("待簽核", "總院差勤待簽 0 未核准 0 被駁回 0")}</td>
<td width="33%">{self._window("個人管理", mine)}{self._window("行政系統", others("公文系統 表單下載"))}</td></tr></table>""")

    def _password(self, request: Request, sid: str, state: dict[str, object]) -> Response:
        word = ""
        if request.method == "POST":
            self.takes(request, oldPwd="old_password", newPwd="new_password", newPwd2="new_password_again")
            new = request.get("newPwd")
            if not self._token_good(request, state):
                word = "請勿重複送出"
            elif request.get("oldPwd") != self.truth.portal_password:
                word = "原密碼輸入錯誤"
            elif len(new) < 8 or not re.search("[a-zA-Z]", new) or not re.search("[0-9]", new) or new == self.truth.portal_password:
                word = "新密碼不符合密碼設定條件"
            elif new != request.get("newPwd2"):
                word = "新密碼確認不一致"
            else:
                self.truth.portal_password = new
                self.truth.counts["password_changed"] += 1
                return self._page("更改密碼", f"""{self._window("系統訊息", '<p class="portlet-msg-success">作業完成 - 密碼異動成功。</p>')}
<center><a href="/portal/auth/portal/default;jsessionid={sid}">回功能選單</a> <a href="/portal/logout.do;jsessionid={sid}">登出系統</a> <input type="button" value="關閉視窗" onclick="window.close()"/></center>""")
            self.truth.counts["password_refused"] += 1
        return self._page("更改密碼", f"""<form name="chgPwdForm" method="post" action="/portal/pwd/chgPwd.do;jsessionid={sid}?method=save" onsubmit="return chk(this)">{self._token(state)}
{self._window("更改密碼", f'''<p class="portlet-msg-error">{word}</p><table><tr><td class="portlet-form-label">請輸入舊密碼：</td><td><input type="password" name="oldPwd"/></td></tr>
<tr><td class="portlet-form-label">請輸入新密碼：</td><td><input type="password" name="newPwd"/></td></tr><tr><td class="portlet-form-label">請再輸入新密碼：</td><td><input type="password" name="newPwd2"/></td></tr>
<tr><td class="portlet-form-label">密碼強度檢核：</td><td><span id="pwdLevel">&nbsp;</span></td></tr></table>
密碼設定條件：<ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol>''')}
<center><input type="submit" class="portlet-form-button" value="確定"/> <input type="reset" value="清除"/> <a href="/portal/auth/portal/default;jsessionid={sid}">回功能選單</a></center></form>""",
                          "function chk(f){if(f.newPwd.value!=f.newPwd2.value){alert('新密碼確認不一致');return false;}return true;}")

    # ---- inner host: the session of the portal in the address
    def inner(self, request: Request) -> Response:
        path, sid, state = self._split(request, "p")
        if state is None or "user" not in state:
            return self._page("訊息", f"<script type=\"text/javascript\">alert('請重新登入PORTAL');location.href='{self.urls['portal']}/';</script>")
        if path != "/hrweb/contact.do":
            return Response("HTTP Status 404", 404)
        truth, person, word = self.truth, self.truth.person, ""
        props = (("contact.engLastName", "english_surname", "英文姓：", "ex:Chen(陳)"), ("contact.engFirstName", "english_given", "英文首名：", "ex: Yi-Fen(怡芬) (說明)"),
                 ("contact.engMidName", "english_middle", "英文中名：", "ex:Mary 為英文別名，如無，可不填"), ("contact.officeTel", "office_phone", "辦公室電話：", "ex:61234或23123456"),
                 ("contact.homeTel", "home_phone", "住宅電話：", "ex:0223123456"), ("contact.cellPhone", "mobile_phone", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))
        if request.method == "POST":
            self.takes(request, **{"contact.cellPhone": "mobile_phone"})
            if not self._token_good(request, state) or request.get("dispatch") != "save" or request.get("contact.empId") != person.employee_id:
                word = '<p class="portlet-msg-error">無效的交易，請重新操作</p>'
            elif not all(request.has(p[0]) for p in props) or not re.fullmatch("09[0-9]{8}", request.get("contact.cellPhone")):
                word = '<p class="portlet-msg-error">行動電話格式錯誤</p>'
            else:
                truth.saved_contact = {p[1]: request.get(p[0]) for p in props}
                truth.counts["contact_saved"] += 1
                word = '<p class="portlet-msg-success">存檔成功，共異動 1 筆</p>'
        rows = "".join(f'<tr><td class="portlet-form-label">{label}</td><td><input type="text" name="{name}" value="{escape(truth.saved_contact.get(key, getattr(person, key)), True)}" class="portlet-form-input-field"/> {hint}</td></tr>\n'
                       for name, key, label, hint in props)
        return self._page("維護個人連絡資料", f"""<form name="contactForm" method="post" action="/hrweb/contact.do;jsessionid={sid}?method=save">{self._token(state)}
<input type="hidden" name="contact.empId" value="{person.employee_id}"/><input type="hidden" name="contact.cellPhoneOld" value="{person.mobile_phone}"/>
{self._window("台大醫院---維護個人連絡資料", f'''{word}<button type="submit" name="dispatch" value="save"><img src="/images/disk.gif" alt=""/> 異動儲存</button>
<table border="1" cellspacing="0"><tr><td class="portlet-form-label">員工編號：</td><td>{person.employee_id}　姓名：{person.name}</td></tr>{rows}</table>''')}
<center><input type="button" value="關閉視窗" onclick="window.close()"/> <a href="{self.urls['portal']}/portal/auth/portal/default;jsessionid={sid}">回功能選單</a></center></form>""")

    # ---- account host
    def account(self, request: Request) -> Response:
        path, sid, state = self._split(request, "a")
        if state is None:
            return redirect(f"/help/index.do;jsessionid={self._session('a')}")
        if path == "/help/verify.do" and request.method == "GET":
            if request.query.get("svc") in ("first", "reset"):
                state["svc"] = request.query["svc"]
            if "svc" in state:
                return self._verify(sid, state, "")
        if path == "/help/verify.do" and request.method == "POST" and "svc" in state:
            return self._verifying(request, sid, state)
        if path == "/help/smsWin.do" and "emp" in state:
            return self._sms(request, sid, state)
        if path == "/help/setup.do" and state.get("passed") == "first":
            return self._setup(request, sid, state)
        if path == "/help/resetPwd.do" and state.get("passed") == "reset":
            return self._reset(request, sid, state)
        if path == "/help/exit.do":
            del self.web[sid]
            if f"account:{sid}" in self.truth.sessions:
                self.truth.sessions.discard(f"account:{sid}")
                self.truth.counts["sign_out_account"] += 1
            return self._page("離開", '<center><h3>已結束本次服務</h3><a href="/help/">回首頁</a></center>')
        return self._page("網路帳號服務", f"""<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
{self._window("《規範》", "網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<ul><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li></ul>")}
{self._window("《常見問題與服務》", "密碼修改後多久可以生效 - 即時生效。<br/>忘記密碼 - 請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。")}
<table><tr><td><form method="get" action="/help/verify.do;jsessionid={sid}"><input type="hidden" name="svc" value="first"/><input type="submit" value="啟用網路帳號及首次雲端帳號密碼設定"/></form></td><td>啟用本院微軟相關服務，如：Office365, Outlook...</td></tr>
<tr><td><form method="get" action="/help/verify.do;jsessionid={sid}"><input type="hidden" name="svc" value="reset"/><input type="submit" value="重置雲端服務密碼"/></form></td><td>重設非Portal帳號的密碼</td></tr>
<tr><td><form method="get" action="/help/vpn.do;jsessionid={sid}"><input type="submit" value="總院廠商VPN展延申請"/></form></td><td>總院廠商VPN到期，重新啟用申請。</td></tr></table>""")

    def _verify(self, sid: str, state: dict[str, object], word: str) -> Response:
        name = "啟用網路帳號及首次雲端帳號密碼設定" if state["svc"] == "first" else "重置雲端服務密碼"
        return self._page(name, f"""{self._window("注意事項", "<ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul>")}
<form name="verifyForm" method="post" action="/help/verify.do;jsessionid={sid}">{self._token(state)}
{self._window(name, f'''<div class="portlet-msg-error">{word}</div><table><tr><td class="portlet-form-label">網路帳號 / 主職員工編號</td><td><input type="text" name="empNo" maxlength="6" value="{escape(str(state.get("emp", "")), True)}"/></td>
<td><input type="submit" name="act_sms" value="發送簡訊動態碼"/></td></tr><tr><td class="portlet-form-label">簡訊(或MOTP)動態碼</td><td><input type="text" name="otpCode" maxlength="6"/></td><td></td></tr>
<tr><td colspan="3" align="right"><input type="submit" name="act_next" value="下一步"/></td></tr></table>''')}</form><a href="/help/index.do;jsessionid={sid}">回首頁</a>""")

    def _verifying(self, request: Request, sid: str, state: dict[str, object]) -> Response:
        self.takes(request, empNo="employee_id", otpCode="code")
        if not self._token_good(request, state):
            return self._verify(sid, state, "無效的交易，請重新操作")
        emp = state["emp"] = request.get("empNo").strip()
        if not re.fullmatch("[0-9]{6}", emp):
            return self._verify(sid, state, "請輸入員工編號(6位數字)")
        if request.has("act_sms"):
            return redirect(f"/help/smsWin.do;jsessionid={sid}")
        if not request.has("act_next"):
            return self._verify(sid, state, "無效的交易，請重新操作")
        if emp != self.truth.person.employee_id or not state.get("otp") or request.get("otpCode").strip() != state["otp"]:
            word = "動態碼驗證失敗"
        elif time.time() - float(str(state["otpTime"])) > 120:
            word = "動態碼逾時"
        else:
            del self.web[sid]
            svc, sid = str(state["svc"]), self._session("a")
            self.web[sid].update(passed=svc, svc=svc)
            self.truth.sessions.add(f"account:{sid}")
            self.truth.counts["code_accepted"] += 1
            return redirect(f"/help/{'setup' if svc == 'first' else 'resetPwd'}.do;jsessionid={sid}")
        self.truth.counts["code_refused"] += 1
        return self._verify(sid, state, word)

    def _sms(self, request: Request, sid: str, state: dict[str, object]) -> Response:
        back, word = f"/help/verify.do;jsessionid={sid}", ""
        if request.method == "POST":
            self.takes(request, cellNo="registered_phone")
            mobile = self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone)
            if not self._token_good(request, state):
                return redirect(back)
            if state["emp"] != self.truth.person.employee_id or request.get("cellNo").strip() != mobile:
                word = "門號與帳號登記之門號不同，無法發送"
            else:
                state["otp"], state["otpTime"] = self.truth.new_message(), time.time()
                return self._page("動態碼簡訊發送成功", f"""<center>{self._window("動態碼簡訊發送成功", f'<p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p><p><a href="{back}"><b>[ 確定 ]</b></a></p>')}</center>""")
        return self._page("發送簡訊動態碼", f"""<center><form method="post" action="/help/smsWin.do;jsessionid={sid}">{self._token(state)}
{self._window("訊息視窗", f'<p class="portlet-msg-error">{word}</p><p>請輸入帳號登記的手機門號(10碼)</p><p><input type="text" name="cellNo" maxlength="10"/></p>')}
<input type="submit" value="確定發送"/> <input type="button" value="取消" onclick="location.href='{back}'"/></form></center>""")

    def _setup(self, request: Request, sid: str, state: dict[str, object]) -> Response:
        truth, person, word, alias = self.truth, self.truth.person, "", ""
        bye = f'<a href="/help/exit.do;jsessionid={sid}">離開</a>'
        if request.method == "POST":
            self.takes(request, **{"acct.alias": "alias", "acct.pwd": "cloud_password", "acct.pwdConfirm": "cloud_password_again"})
            alias, one = request.get("acct.alias").strip(), request.get("acct.pwd")
            if not self._token_good(request, state):
                word = "無效的交易，請重新操作"
            elif request.has("cancel"):
                return redirect(f"/help/exit.do;jsessionid={sid}")
            elif not request.has("enable"):
                word = "無效的交易，請重新操作"
            elif truth.alias:
                word = "帳號已是啟用狀態，不可再次啟用"
            elif not re.fullmatch("[A-Za-z][A-Za-z0-9._-]{0,63}", alias):
                word = "郵件名稱不合規定(英文字母起始，可含數字 . _ -)"
            elif alias.lower() == "taken.name":
                word = "郵件名稱重複，請重新選擇"
            elif len(one) < 8 or not re.search("[a-zA-Z]", one) or not re.search("[0-9]", one):
                word = "密碼長度不足或未含英文及數字"
            elif one != request.get("acct.pwdConfirm"):
                word = "密碼與確認密碼不符"
            else:
                truth.alias, truth.cloud_password = alias, one
                truth.counts["activated"] += 1
                return self._page("處理結果", self._window("處理結果", f'<p class="portlet-msg-success">您的申請已受理並完成設定</p><p>電子郵件：{escape(alias)}@ntuh.gov.tw（次日生效）</p>{bye}'))
        elif truth.alias:
            return self._page("設定密碼與郵件別名", self._window("設定密碼與郵件別名", f"<p>狀態：<b>已啟用</b></p><p>電子郵件名稱：{escape(truth.alias)}@ntuh.gov.tw</p>{bye}"))
        facts = "".join(f'<tr><td class="portlet-form-label">{a}</td><td>{b}</td></tr>' for a, b in (
            ("網路帳號 / 主職員工編號", person.employee_id), ("帳號姓名", person.name), ("主職單位", person.unit), ("有效期限", person.valid_until)))
        return self._page("設定密碼與郵件別名", f"""<form name="setupForm" method="post" action="/help/setup.do;jsessionid={sid}">{self._token(state)}
{self._window("設定密碼與郵件別名", f'''<p>雲端服務帳號說明：<br/>1. 雲端服務帳號為跨體系使用。<br/>2. 服務於設定完成隔日生效。</p><p class="portlet-msg-error">{word}</p><table>{facts}
<tr><td class="portlet-form-label">雲端服務帳號<br/>(電子郵件名稱)</td><td><input type="text" name="acct.alias" maxlength="64" value="{escape(alias, True)}"/> @ntuh.gov.tw 名稱長度限64字元內</td></tr>
<tr><td class="portlet-form-label">設定密碼</td><td><input type="password" name="acct.pwd"/> (8碼以上英數混合)</td></tr><tr><td class="portlet-form-label">確認密碼</td><td><input type="password" name="acct.pwdConfirm"/></td></tr>
<tr><td colspan="2" align="center"><input type="submit" name="cancel" value="取消啟用"/> <input type="submit" name="enable" value="啟用雲端服務" onclick="return confirm('電子郵件名稱設定後不能修改，確定啟用？');"/></td></tr></table>服務於設定完成隔日生效''')}</form>{bye}""")

    def _reset(self, request: Request, sid: str, state: dict[str, object]) -> Response:
        word = ""
        if request.method == "POST":
            self.takes(request, pwd="cloud_password", pwdConfirm="cloud_password_again")
            one = request.get("pwd")
            if not self._token_good(request, state):
                word = "無效的交易"
            elif not self.truth.alias:
                word = "尚未啟用網路帳號"
            elif len(one) < 8 or one.isalpha() or one.isdigit() or one != request.get("pwdConfirm"):
                word = "密碼不符規定或不一致"
            else:
                self.truth.cloud_password, word = one, "重置成功，即時生效"
        return self._page("重置雲端服務密碼", f"""<form method="post" action="/help/resetPwd.do;jsessionid={sid}">{self._token(state)}{self._window("重置雲端服務密碼", f'''<p>{word}</p>
新密碼：<input type="password" name="pwd"/><br/>確認新密碼：<input type="password" name="pwdConfirm"/><br/><input type="submit" value="確定重置"/>''')}</form><a href="/help/exit.do;jsessionid={sid}">離開</a>""")

    # ---- webmail
    def mail(self, request: Request) -> Response:
        path, sid, state = self._split(request, "m")
        if state is None:
            return redirect(f"/webmail/login.jsp;jsessionid={self._session('m')}")
        if path == "/webmail/code.png":
            return self._captcha(state, "PNG", "abcdefghijkmnpqrstuvwxyz23456789", 5)
        if state.get("box"):
            if path == "/webmail/logout.do":
                del self.web[sid]
                self.truth.sessions.discard(f"mail:{sid}")
                self.truth.counts["sign_out_mail"] += 1
                return redirect("/webmail/")
            return self._page("WebMail", f"<div>{escape(self.truth.alias)}@ntuh.gov.tw <a href=\"/webmail/logout.do;jsessionid={sid}\">登出信箱</a></div>{self._window('收件匣 (1)', '資訊室 - 信箱啟用通知')}")
        word = ""
        if request.method == "POST":
            self.takes(request, userid="mail_account", passwd="mail_password", code="captcha")
            if not self._token_good(request, state):
                word = "頁面逾時"
            elif not self._captcha_good(state, request.get("code").strip()):
                word = "驗證碼不正確"
            elif not self.truth.alias or request.get("userid").strip().split("@")[0] != self.truth.alias or request.get("passwd") != self.truth.cloud_password:
                word = "帳號或密碼錯誤，請重試"
            else:
                del self.web[sid]
                sid = self._session("m")
                self.web[sid]["box"] = True
                self.truth.sessions.add(f"mail:{sid}")
                self.truth.counts["mail_sign_in"] += 1
                return redirect(f"/webmail/main.do;jsessionid={sid}")
        return self._page("WebMail", f"""<form name="f" method="post" action="/webmail/login.do;jsessionid={sid}">{self._token(state)}<p class="portlet-msg-error">{word}</p><table>
<tr><td>帳號:</td><td><input type="text" name="userid"/></td></tr><tr><td>密碼:</td><td><input type="password" name="passwd"/></td></tr>
<tr><td>驗證碼(小寫字母或數字):</td><td><input type="text" name="code" size="6"/> <img src="/webmail/code.png;jsessionid={sid}" alt=""/></td></tr>
<tr><td></td><td><input type="checkbox" name="remember" value="Y"/>記住登入資訊 (公用電腦請勿勾選)</td></tr><tr><td></td><td><input type="submit" value="登入信箱"/></td></tr></table></form>
{self._window("公佈欄", f'※如無法登入，請先至下方網址變更密碼，謝謝：<br/><a href="{self.urls["account"]}/">https://help.ntuh.gov.tw/</a>')}""")

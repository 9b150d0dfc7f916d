"""Joomla! 2.5 with a home-made component (com_hportal / com_netacct), module positions and menus of its own."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
import sys
import time
from html import escape
from typing import Any

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402

CORE_JS = """<script type="text/javascript">
if (typeof(Joomla) === 'undefined') { var Joomla = {}; }
Joomla.submitform = function(task, form) {
	if (typeof(form) === 'undefined') { form = document.getElementById('adminForm'); }
	if (typeof(task) !== 'undefined') { form.task.value = task; }
	form.submit();
};
Joomla.submitbutton = function(pressbutton) { Joomla.submitform(pressbutton); }
</script>"""
NOTES = """<div class="mod-custom"><h4>注意事項</h4><ul>
<li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>依本院網路密碼新制原則，需透過MOTP驗證本人後始得設定雲端服務帳號與密碼以及啟用網路帳號。</li>
<li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li><li>如未申請MOTP服務請洽資訊服務台辦理(261120)。</li></ul></div>"""
FIRST = "啟用網路帳號及首次雲端帳號密碼設定"
AGAIN = "重置雲端服務密碼"


class TheSite(Site):
    title = "joomla_component_2012"
    def __init__(self) -> None:
        super().__init__()
        self.jsession: dict[str, dict[str, Any]] = {}
        self.passes: dict[str, dict[str, Any]] = {}

    # ------------------------------------------------------------ JFactory::getSession()
    def _application(self, request: Request, run: Any) -> Response:
        if request.path.startswith(("/media/", "/templates/", "/favicon")):
            return Response("", 404, "text/plain")
        cookie = hashlib.md5(("site" + request.host).encode()).hexdigest()
        sid = request.cookies.get(cookie, "")
        made = sid not in self.jsession or self.jsession[sid]["app"] != request.host
        if made:
            sid = secrets.token_hex(13)
            self.jsession[sid] = {"app": request.host, "id": sid, "token": secrets.token_hex(16), "queue": []}
        s = self.jsession[sid]
        answer = run(request, s)
        if made:
            answer.headers.append(("Set-Cookie", f"{cookie}={sid}; path=/"))
        answer.headers.append(("P3P", 'CP="NOI ADM DEV PSAi COM NAV OUR OTRo STP IND DEM"'))
        return answer
    @staticmethod
    def _bad_token(request: Request, s: dict[str, Any]) -> Response | None:
        return None if request.has(s["token"]) and request.get(s["token"]) == "1" else Response("Invalid Token", 403, "text/plain; charset=utf-8")
    @staticmethod
    def _tok(s: dict[str, Any]) -> str:
        return f'<input type="hidden" name="{s["token"]}" value="1" />'
    @staticmethod
    def _messages(s: dict[str, Any]) -> str:
        if not s["queue"]:
            return '<div id="system-message-container">\n</div>'
        parts = "".join(f'<dt class="{k}">{"錯誤" if k == "error" else "訊息"}</dt>\n<dd class="{k} message">\n\t<ul>\n\t\t<li>{escape(t)}</li>\n\t</ul>\n</dd>\n' for k, t in s["queue"])
        s["queue"] = []
        return f'<div id="system-message-container">\n<dl id="system-message">\n{parts}</dl>\n</div>'
    def _template(self, s: dict[str, Any], title: str, component: str, left: str = "", crumbs: str = "") -> Response:
        side = f'<div id="left">{left}</div>' if left else ""
        return Response(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="zh-tw" lang="zh-tw" dir="ltr">
<head>
  <meta http-equiv="content-type" content="text/html; charset=utf-8" />
  <meta name="generator" content="Joomla! - Open Source Content Management" />
  <title>{title}</title>
  <link rel="stylesheet" href="/templates/beez_20/css/position.css" type="text/css" media="screen,projection" />
  <script src="/media/system/js/mootools-core.js" type="text/javascript"></script>
{CORE_JS}
</head>
<body><div id="all"><div id="back"><div id="header"><div class="logoheader"><h1 id="logo">醫療資訊系統 <span class="header1">健康守護, 醫界典範</span></h1></div>
<div id="line"><form action="/index.php" method="post"><div class="search"><label for="mod-search-searchword">搜尋…</label><input name="searchword" id="mod-search-searchword" maxlength="20" class="inputbox" type="text" size="20" value="搜尋…" onblur="if (this.value=='') this.value='搜尋…';" onfocus="if (this.value=='搜尋…') this.value='';" /><input type="hidden" name="task" value="search" /><input type="hidden" name="option" value="com_search" /><input type="hidden" name="Itemid" value="435" /></div></form></div></div>
<div id="contentarea"><div id="breadcrumbs"><div class="breadcrumbs"><span class="showHere">您在這裡: </span>{crumbs or "首頁"}</div></div>
{side}
<div id="wrapper"><div id="main">
{self._messages(s)}
{component}
</div></div></div></div></div>
<div id="footer-outer"><div id="footer"><p>Powered by <a href="http://www.joomla.org/">Joomla!&#174;</a></p></div></div>
</body></html>""")
    def _image(self, s: dict[str, Any], letters: str, length: int) -> Response:
        s["pic"] = self.truth.new_captcha(letters, length) if letters else self.truth.new_captcha()
        return Response(picture(s["pic"], "PNG"), 200, "image/png")
    def _pic_right(self, s: dict[str, Any], answer: str) -> bool:
        want = s.pop("pic", None)
        right = want is not None and want == self.truth.captcha and answer.strip().lower() == want.lower()
        self.truth.captcha = ""
        return right

    # ------------------------------------------------------------ portal
    def portal(self, request: Request) -> Response:
        return self._application(request, self._com_portal)
    def _menus(self, s: dict[str, Any], here: str = "") -> str:
        go = f"{self.urls['portal']}/index.php?option=com_hportal"
        out = f"{go}&amp;view=bridge&amp;to="
        items = ""
        for item, target, text in (("113", "password", "更改密碼"), ("114", "sign", "個人簽章提醒設定"), ("115", "tax", "薪資所得免稅額申報表"), ("118", "contact", "維護個人連絡資料"), ("121", "flu", "流感同意書列印")):
            mark = " current active" if target == here else ""
            items += f'<li class="item-{item}{mark}"><a href="{out}{target}&amp;Itemid={item}" >{text}</a></li>'
        return f"""<div class="moduletable_menu"><h3><span class="backh"><span class="backh2">主選單</span></span></h3><ul class="menu">
<li class="item-101"><a href="{go}&amp;view=menu&amp;Itemid=101" >功能選單</a></li><li class="item-102 deeper parent"><a href="#" >醫療系統</a></li>
<li class="item-110 active deeper parent"><span class="separator">個人管理</span><ul>{items}</ul></li></ul></div>"""
    def _mod_logout(self, s: dict[str, Any]) -> str:
        return f"""<div class="moduletable"><h3>登入資訊</h3><form action="/index.php" method="post" id="login-form"><div class="login-greeting">{escape(self.truth.person.name)}，您好!</div>
<div class="logout-button"><input type="submit" name="Submit" class="button" value="登出系統" /><input type="hidden" name="option" value="com_users" /><input type="hidden" name="task" value="user.logout" /><input type="hidden" name="return" value="aW5kZXgucGhw" />{self._tok(s)}</div></form></div>"""
    def _com_portal(self, request: Request, s: dict[str, Any]) -> Response:
        if request.path == "/":
            return redirect("/index.php", status=303)
        if request.path != "/index.php":
            return Response("404 - 找不到元件", 404)
        task = request.get("task")
        if request.query.get("format") == "image":
            return self._image(s, "", 6)
        if request.method == "POST" and task == "user.login":
            self.takes(request, username="employee_id", password="portal_password", vcode="captcha", hospital="campus")
            bad = self._bad_token(request, s)
            if bad:
                return bad
            reason = ""
            if not self._pic_right(s, request.get("vcode")):
                reason = "您輸入的驗證碼與圖片不一致。"
            elif request.get("hospital") not in ("T0", "T2", "T3", "Y0"):
                reason = "院區參數錯誤。"
            elif (request.get("username").strip(), request.get("password")) != (self.truth.person.employee_id, self.truth.portal_password):
                reason = "使用者名稱與密碼不相符，或您還沒有帳號。"
            if reason:
                self.truth.counts["sign_in_refused"] += 1
                s["queue"].append(("error", reason))
                return redirect("/index.php?option=com_hportal&view=login", status=303)
            s["user"], s["token"] = self.truth.person.employee_id, secrets.token_hex(16)
            s["ticket"] = secrets.token_hex(16)
            self.passes[s["ticket"]] = s
            self.truth.sessions.add("portal:" + s["id"])
            self.truth.counts["sign_in"] += 1
            back = (base64.b64decode(request.get("return")) if re.fullmatch(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?", request.get("return")) else b"index.php").decode("ascii", "replace") or "index.php"
            return redirect("/" + back.lstrip("/"), status=303)
        if request.method == "POST" and task == "user.logout":
            self.takes(request)
            bad = self._bad_token(request, s)
            if bad:
                return bad
            self._sign_out(s)
            s["queue"].append(("message", "您已登出。"))
            return redirect("/index.php", status=303)
        if request.method == "POST":
            self.takes(request)
        if not s.get("user"):
            return self._view_login(s)
        if request.query.get("view") == "bridge":
            to = request.query.get("to", "")
            if to not in ("password", "contact"):
                s["queue"].append(("error", "您沒有檢視這項資源的權限。"))
                return redirect("/index.php", status=303)
            return redirect(f"{self.urls['inner']}/intra/index.php?option=com_personal&view={to}&Itemid={request.query.get('Itemid', '')}&SESSION={s['ticket']}", status=303)
        return self._template(s, "功能選單", """<div class="blog-featured"><h2>全院公告</h2><table class="category" border="0"><thead><tr><th>日期</th><th>標題</th></tr></thead><tbody>
<tr class="cat-list-row0"><td>2012/10/21</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr><tr class="cat-list-row1"><td>2012/09/13</td><td>總院Portal資訊系統登入首頁改版說明</td></tr></tbody></table>
<p>總院差勤待簽 0 未核准 0 被駁回 0 / 總院Workflow待簽 0</p><p>請由左方「個人管理」選單選取作業項目。</p></div>""", self._menus(s) + self._mod_logout(s), "首頁 &gt; 功能選單")
    def _sign_out(self, s: dict[str, Any]) -> None:
        if s.pop("user", None):
            self.passes.pop(s.pop("ticket", ""), None)
            self.truth.sessions.discard("portal:" + s["id"])
            self.truth.counts["sign_out_portal"] += 1
    def _view_login(self, s: dict[str, Any]) -> Response:
        back = base64.b64encode(b"index.php?option=com_hportal&view=menu&Itemid=101").decode()
        return self._template(s, "登入 - 醫療資訊系統", f"""<div class="item-page"><h2>National Taiwan University Hospital</h2><p>請於右側輸入院內帳號登入。網頁建議使用 IE8 以上瀏覽。</p></div>
<div class="moduletable_login"><h3>登入本院PORTAL系統</h3>
<form action="/index.php" method="post" id="login-form" >
<fieldset class="userdata">
<p id="form-login-hospital"><label for="modlgn-hospital">院區</label>
<select id="modlgn-hospital" name="hospital" class="inputbox"><option value="T0" selected="selected">總院區</option><option value="T2">北護分院</option><option value="T3">金山分院</option><option value="Y0">雲林分院</option></select></p>
<p id="form-login-username"><label for="modlgn-username">帳　號</label>
<input id="modlgn-username" type="text" name="username" class="inputbox"  size="18" /></p>
<p id="form-login-password"><label for="modlgn-passwd">密　碼</label>
<input id="modlgn-passwd" type="password" name="password" class="inputbox" size="18"  /></p>
<p id="form-login-vcode"><label for="modlgn-vcode">驗證碼 <em>(不用區分大小寫)</em></label>
<input id="modlgn-vcode" type="text" name="vcode" class="inputbox" size="8" maxlength="6" autocomplete="off" /><br />
<img src="/index.php?option=com_hportal&amp;task=captcha&amp;format=image" alt="驗證碼" id="vimg" /> <a href="#" onclick="document.getElementById('vimg').src='/index.php?option=com_hportal&amp;task=captcha&amp;format=image&amp;r='+Math.random();return false;">看不清楚</a></p>
<p id="form-login-remember"><label for="modlgn-remember">記住我</label><input id="modlgn-remember" type="checkbox" name="remember" class="inputbox" value="yes"/></p>
<input type="submit" name="Submit" class="button" value="登入" />
<input type="hidden" name="option" value="com_users" />
<input type="hidden" name="task" value="user.login" />
<input type="hidden" name="return" value="{back}" />
{self._tok(s)}
</fieldset>
<ul><li><a href="#" onclick="alert('請撥資訊室分機261120');return false;">忘記密碼？</a></li></ul>
</form></div>""")

    # ------------------------------------------------------------ inner
    def inner(self, request: Request) -> Response:
        return self._application(request, self._com_personal)
    def _com_personal(self, request: Request, s: dict[str, Any]) -> Response:
        ticket = request.query.get("SESSION", "")
        owner = self.passes.get(ticket)
        if owner is None or request.path != "/intra/index.php":
            return Response(f"<html><head><meta http-equiv=\"refresh\" content=\"2;url={self.urls['portal']}/index.php\" /></head><body>連線階段已結束，請重新登入。</body></html>", 403)
        here = f"/intra/index.php?option=com_personal&SESSION={ticket}"
        task = request.get("task")
        if request.method == "POST":
            self.takes(request, **{"jform[oldpass]": "old_password", "jform[pass1]": "new_password", "jform[pass2]": "new_password_again", "jform[mobile]": "mobile_phone"})
            bad = self._bad_token(request, s)
            if bad:
                return bad
            if task == "logout":
                self._sign_out(owner)
                return redirect(self.urls["portal"] + "/index.php", status=303)
            if task == "password.save":
                return self._save_password(request, s, here)
            if task == "contact.apply":
                return self._save_contact(request, s, here)
            return Response("500 - Layout default not found", 500)
        if request.query.get("view") == "password":
            return self._view_password(s, here)
        if request.query.get("view") == "contact":
            return self._view_contact(s, here)
        return redirect(self.urls["portal"] + "/index.php", status=303)
    def _bar(self) -> str:
        return f"""<p class="backlinks"><a href="{self.urls['portal']}/index.php?option=com_hportal&amp;view=menu&amp;Itemid=101">[回功能選單]</a> <a href="javascript:Joomla.submitform('logout')">[登出系統]</a></p>"""
    def _view_password(self, s: dict[str, Any], here: str) -> Response:
        rows = "".join(f'<dt><label id="jform_{n}-lbl" for="jform_{n}" class="hasTip required" title="{t}::請輸入">{t}<span class="star">&#160;*</span></label></dt><dd><input type="password" name="jform[{n}]" id="jform_{n}" value="" autocomplete="off" class="validate-password required" size="30"/></dd>'
                       for n, t in (("oldpass", "請輸入舊密碼："), ("pass1", "請輸入新密碼："), ("pass2", "請再輸入新密碼：")))
        return self._template(s, "更改密碼", f"""<div class="profile-edit"><h1>更改密碼</h1>
<form id="adminForm" action="{escape(here)}" method="post" class="form-validate" name="adminForm"><fieldset><legend>密碼設定</legend><dl>{rows}
<dt>密碼強度檢核：</dt><dd><span id="strength">&nbsp;</span></dd></dl></fieldset>
<p>密碼設定條件：<br />1.密碼長度不可少於8個字元<br />2.密碼內容需包含英文及數字</p>
<div><button type="submit" class="validate" onclick="this.form.task.value='password.save'"><span>儲存</span></button>
<input type="hidden" name="option" value="com_personal" /><input type="hidden" name="task" value="password.save" />{self._tok(s)}</div></form>{self._bar()}</div>""", self._menus(s, "password"), "首頁 &gt; 個人管理 &gt; 更改密碼")
    def _save_password(self, request: Request, s: dict[str, Any], here: str) -> Response:
        old, new, two = request.get("jform[oldpass]"), request.get("jform[pass1]"), request.get("jform[pass2]")
        faults = []
        if old != self.truth.portal_password:
            faults.append("您輸入的舊密碼錯誤。")
        if new != two:
            faults.append("兩次輸入的新密碼不符，請重新輸入。")
        if len(new) < 8 or not (re.search(r"[a-zA-Z]", new) and re.search(r"\d", new)):
            faults.append("新密碼不符合密碼設定條件。")
        elif new == old:
            faults.append("新密碼不可和舊密碼一樣。")
        if faults:
            self.truth.counts["password_refused"] += 1
            s["queue"] += [("error", f) for f in faults]
        else:
            self.truth.portal_password = new
            self.truth.counts["password_changed"] += 1
            s["queue"].append(("message", "個人密碼已儲存。"))
        return redirect(here + "&view=password", status=303)
    PHONE = (("ename", "英文姓：", "ex:Chen(陳)", "english_surname"), ("egiven", "英文首名：", "ex: Yi-Fen(怡芬)", "english_given"), ("emiddle", "英文中名：", "ex:Mary 為英文別名，如無，可不填", "english_middle"),
             ("office", "辦公室電話：", "ex:61234或23123456", "office_phone"), ("home", "住宅電話：", "ex:0223123456", "home_phone"), ("mobile", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", "mobile_phone"))
    def _view_contact(self, s: dict[str, Any], here: str) -> Response:
        p = self.truth.person
        rows = ""
        for n, label, hint, key in self.PHONE:
            value = self.truth.saved_contact.get(key, getattr(p, key))
            rows += f'<tr><td class="key"><label for="jform_{n}">{label}</label></td><td><input type="text" name="jform[{n}]" id="jform_{n}" value="{escape(value)}" class="inputbox" size="30" /> <small>{hint}</small></td></tr>\n'
        return self._template(s, "維護個人連絡資料", f"""<div class="toolbar-list" id="toolbar"><ul><li class="button" id="toolbar-apply"><a href="#" onclick="javascript:Joomla.submitbutton('contact.apply')" class="toolbar"><span class="icon-32-apply"></span>異動儲存</a></li></ul></div>
<h2>台大醫院---維護個人連絡資料</h2>
<form action="{escape(here)}" method="post" name="adminForm" id="adminForm"><table class="admintable">
<tr><td class="key">員工編號：</td><td>{p.employee_id}</td></tr><tr><td class="key">姓名：</td><td>{escape(p.name)}</td></tr>
{rows}</table><input type="hidden" name="jform[id]" value="{p.employee_id}" /><input type="hidden" name="option" value="com_personal" /><input type="hidden" name="task" value="" />{self._tok(s)}</form>{self._bar()}""", self._menus(s, "contact"), "首頁 &gt; 個人管理 &gt; 維護個人連絡資料")
    def _save_contact(self, request: Request, s: dict[str, Any], here: str) -> Response:
        mobile = request.get("jform[mobile]").strip()
        if request.get("jform[id]") != self.truth.person.employee_id or not all(request.has(f"jform[{n}]") for n, *_ in self.PHONE):
            s["queue"].append(("error", "資料不完整，儲存失敗。"))
        elif not re.fullmatch(r"09[0-9]{8}", mobile):
            s["queue"].append(("error", "儲存失敗，原因如下: 行動電話格式不正確"))
        else:
            self.truth.saved_contact = {key: request.get(f"jform[{n}]").strip() for n, _, _, key in self.PHONE}
            self.truth.counts["contact_saved"] += 1
            s["queue"].append(("message", "項目已順利儲存。"))
        return redirect(here + "&view=contact", status=303)

    # ------------------------------------------------------------ account
    def account(self, request: Request) -> Response:
        return self._application(request, self._com_netacct)
    def _side(self, s: dict[str, Any]) -> str:
        bye = '<li class="item-209"><a href="/index.php?option=com_netacct&amp;task=quit">離開並登出</a></li>' if s.get("proof") else ""
        return f"""<div class="moduletable_menu"><h3>網路帳號服務</h3><ul class="menu"><li class="item-201"><a href="/index.php">首頁</a></li>
<li class="item-204"><a href="#">總院廠商VPN展延申請</a></li>{bye}</ul></div>"""
    def _com_netacct(self, request: Request, s: dict[str, Any]) -> Response:
        if request.path == "/":
            return redirect("/index.php", status=301)
        if request.path != "/index.php":
            return Response("404 - 找不到元件", 404)
        what = request.get("layout") if request.get("layout") in ("first", "again") else "first"
        if request.method == "POST" and request.get("option") == "com_netacct":
            self.takes(request, **{"jform[empno]": "employee_id", "jform[cell]": "registered_phone", "jform[otp]": "code", "jform[alias]": "alias", "jform[cpass1]": "cloud_password", "jform[cpass2]": "cloud_password_again"})
            bad = self._bad_token(request, s)
            if bad:
                return bad
            act = {"otp.send": self._otp_send, "otp.check": self._otp_check, "cloud.enable": self._enable, "cloud.reset": self._renew}.get(request.get("task"))
            return act(request, s, what) if act else redirect("/index.php", status=303)
        if request.method == "POST":
            self.takes(request)
        if request.query.get("task") == "quit":
            if self._forget(s):
                self.truth.counts["sign_out_account"] += 1
                s["queue"].append(("message", "您已離開網路帳號服務。"))
            return redirect("/index.php", status=303)
        view = request.query.get("view", "")
        if view == "verify":
            self._forget(s)
            return self._view_verify(s, what)
        if view == "setup":
            if s.get("proof") != what:
                return redirect(f"/index.php?option=com_netacct&view=verify&layout={what}", status=303)
            return self._view_setup(s) if what == "first" else self._view_renew(s)
        return self._template(s, "網路帳號服務", f"""<div class="item-page"><h2>說明</h2><p>以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><h3>《規範》</h3>
<p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>如有借用帳號行為，致院內重要資料或個人資料外洩時，該網路帳號擁有者需負相關法律之責任。</li><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li></ul>
<p>首次使用時，請使用您的員工編號，執行『{FIRST}』進行帳號設置</p>
<h3>《常見問題與服務》</h3><dl><dt>密碼修改後多久可以生效</dt><dd>即時生效。</dd><dt>忘記密碼</dt><dd>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。忘記密碼恕不接受電話、信件等方式查詢。</dd></dl>
<table class="netacct" cellpadding="6"><tr><td><a class="readmore" href="/index.php?option=com_netacct&amp;view=verify&amp;layout=first&amp;Itemid=202">{FIRST}</a></td><td>啟用本院微軟相關服務，如：Office365, Outlook...</td></tr>
<tr><td><a class="readmore" href="/index.php?option=com_netacct&amp;view=verify&amp;layout=again&amp;Itemid=203">{AGAIN}</a></td><td>重設非Portal帳號的密碼：Email, 無線網路, KM, TMS, RedCap</td></tr></table></div>""", self._side(s))
    def _forget(self, s: dict[str, Any]) -> bool:
        had = s.pop("proof", None) is not None
        self.truth.sessions.discard("account:" + s["id"])
        return had
    def _view_verify(self, s: dict[str, Any], what: str) -> Response:
        title = FIRST if what == "first" else AGAIN
        return self._template(s, title, f"""<h2>進行身分驗證</h2>{NOTES}
<form action="/index.php" method="post" name="adminForm" id="adminForm"><fieldset class="adminform"><legend>{title}</legend>
<table class="admintable"><tr><td class="key"><label for="jform_empno">網路帳號 / 主職員工編號</label></td><td><input type="text" name="jform[empno]" id="jform_empno" value="{escape(s.get('empno', ''))}" maxlength="6" class="inputbox" />
<input type="button" class="button" value="發送簡訊動態碼" onclick="if(document.getElementById('jform_empno').value==''){{alert('請輸入網路帳號');}}else{{document.getElementById('smsbox').style.display='block';}}" /></td></tr>
<tr><td class="key"><label for="jform_otp">簡訊(或MOTP)動態碼</label></td><td><input type="text" name="jform[otp]" id="jform_otp" value="" class="inputbox" autocomplete="off" /></td></tr></table>
<div id="smsbox" class="sbox-window" style="display:none;"><p><label for="jform_cell">請輸入帳號登記的手機門號(10碼)</label></p><p><input type="text" name="jform[cell]" id="jform_cell" value="" maxlength="10" /></p>
<p><button type="button" onclick="Joomla.submitbutton('otp.send')">確定發送</button> <button type="button" onclick="document.getElementById('smsbox').style.display='none'">取消</button></p></div>
<p><button type="button" class="button" onclick="Joomla.submitbutton('otp.check')">下一步</button></p>
</fieldset><input type="hidden" name="option" value="com_netacct" /><input type="hidden" name="layout" value="{what}" /><input type="hidden" name="task" value="" />{self._tok(s)}</form>""", self._side(s))
    def _otp_send(self, request: Request, s: dict[str, Any], what: str) -> Response:
        p = self.truth.person
        s["empno"] = request.get("jform[empno]").strip()
        known = self.truth.saved_contact.get("mobile_phone", p.mobile_phone)
        if s["empno"] != p.employee_id:
            s["queue"].append(("error", "查無此網路帳號，請確認後再試。"))
        elif request.get("jform[cell]").strip() != known:
            s["queue"].append(("error", "手機門號與註冊資料不同，無法發送。"))
        else:
            s["otp"] = {"code": self.truth.new_message(), "until": time.time() + 120, "for": s["empno"]}
            s["queue"].append(("message", "動態碼簡訊發送成功。成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"))
        return redirect(f"/index.php?option=com_netacct&view=verify&layout={what}", status=303)
    def _otp_check(self, request: Request, s: dict[str, Any], what: str) -> Response:
        s["empno"] = request.get("jform[empno]").strip()
        otp = s.get("otp")
        if not otp or otp["for"] != s["empno"] or request.get("jform[otp]").strip() != otp["code"]:
            reason = "您輸入的動態碼有誤。"
        elif otp["until"] < time.time():
            reason = "動態碼已失效（超過2分鐘），請再次發送。"
        else:
            del s["otp"]
            s["proof"] = what
            self.truth.sessions.add("account:" + s["id"])
            self.truth.counts["code_accepted"] += 1
            return redirect(f"/index.php?option=com_netacct&view=setup&layout={what}", status=303)
        self.truth.counts["code_refused"] += 1
        s["queue"].append(("error", reason))
        return redirect(f"/index.php?option=com_netacct&view=verify&layout={what}", status=303)
    def _who(self) -> str:
        p = self.truth.person
        return "".join(f'<tr><td class="key">{k}</td><td>{escape(v)}</td></tr>' for k, v in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
    def _view_setup(self, s: dict[str, Any]) -> Response:
        if self.truth.alias:
            return self._template(s, "設定密碼與郵件別名", f"""<h2>設定密碼與郵件別名</h2><table class="admintable">{self._who()}<tr><td class="key">電子郵件</td><td>{escape(self.truth.alias)}@ntuh.gov.tw</td></tr>
<tr><td class="key">狀態</td><td><strong>雲端服務使用中</strong>（帳號已開通，不需再次申請）</td></tr></table>""", self._side(s))
        return self._template(s, "設定密碼與郵件別名", f"""<h2>設定密碼與郵件別名</h2><p>雲端服務帳號說明：<br />1. 雲端服務帳號為跨體系使用。<br />2. 服務於設定完成隔日生效。</p>
<form action="/index.php" method="post" name="adminForm" id="adminForm"><table class="admintable">{self._who()}
<tr><td class="key"><label for="jform_alias" class="hasTip" title="別名">雲端服務帳號<br />(電子郵件名稱)</label></td><td><input type="text" name="jform[alias]" id="jform_alias" value="" size="24" maxlength="64" /> @ntuh.gov.tw 名稱長度限64字元內</td></tr>
<tr><td class="key">雲端服務密碼</td><td><input type="password" name="jform[cpass1]" id="jform_cpass1" value="" /> 8碼以上英文及數字</td></tr>
<tr><td class="key">再次輸入密碼</td><td><input type="password" name="jform[cpass2]" id="jform_cpass2" value="" /></td></tr></table>
<p><button type="button" onclick="window.location='/index.php'">取消啟用</button> <button type="button" onclick="Joomla.submitbutton('cloud.enable')">啟用雲端服務</button> <span style="color:red">服務於設定完成隔日生效</span></p>
<input type="hidden" name="option" value="com_netacct" /><input type="hidden" name="layout" value="first" /><input type="hidden" name="task" value="" />{self._tok(s)}</form>""", self._side(s))
    @staticmethod
    def _judge(one: str, two: str) -> str:
        if len(one) < 8 or not re.search(r"[a-zA-Z]", one) or not re.search(r"\d", one):
            return "雲端服務密碼強度不足，須8碼以上並含英文及數字。"
        return "" if one == two else "兩次輸入的雲端服務密碼不相同。"
    def _enable(self, request: Request, s: dict[str, Any], what: str) -> Response:
        if s.get("proof") != "first":
            return redirect("/index.php?option=com_netacct&view=verify&layout=first", status=303)
        alias = request.get("jform[alias]").strip()
        if self.truth.alias:
            reason = "帳號已開通，不可再次啟用。"
        elif not re.fullmatch(r"[a-zA-Z0-9]+([._-][a-zA-Z0-9]+)*", alias) or len(alias) > 64:
            reason = "電子郵件名稱含有不允許的字元。"
        elif alias.lower() == "taken.name":
            reason = "電子郵件名稱已被使用，請換一個名稱。"
        else:
            reason = self._judge(request.get("jform[cpass1]"), request.get("jform[cpass2]"))
        if reason:
            s["queue"].append(("error", reason))
            return redirect("/index.php?option=com_netacct&view=setup&layout=first", status=303)
        self.truth.alias, self.truth.cloud_password = alias, request.get("jform[cpass1]")
        self.truth.counts["activated"] += 1
        s["queue"].append(("message", "您的申請已受理並開通。"))
        return self._template(s, "開通完成", f"<h2>開通完成</h2><p>{escape(self.truth.person.name)} 您好，您的信箱為 <strong>{escape(alias)}@ntuh.gov.tw</strong>，明日起即可使用。</p>", self._side(s))
    def _view_renew(self, s: dict[str, Any]) -> Response:
        return self._template(s, AGAIN, f"""<h2>{AGAIN}</h2><form action="/index.php" method="post" name="adminForm" id="adminForm"><table class="admintable">{self._who()}
<tr><td class="key">新的雲端服務密碼</td><td><input type="password" name="jform[cpass1]" value="" /></td></tr><tr><td class="key">再次輸入密碼</td><td><input type="password" name="jform[cpass2]" value="" /></td></tr></table>
<button type="button" onclick="Joomla.submitbutton('cloud.reset')">儲存密碼</button><input type="hidden" name="option" value="com_netacct" /><input type="hidden" name="layout" value="again" /><input type="hidden" name="task" value="" />{self._tok(s)}</form>""", self._side(s))
    def _renew(self, request: Request, s: dict[str, Any], what: str) -> Response:
        if s.get("proof") != "again":
            return redirect("/index.php?option=com_netacct&view=verify&layout=again", status=303)
        reason = self._judge(request.get("jform[cpass1]"), request.get("jform[cpass2]")) if self.truth.alias else "尚未啟用網路帳號，無法重置。"
        if not reason:
            self.truth.cloud_password = request.get("jform[cpass1]")
        s["queue"].append(("error", reason) if reason else ("message", "雲端服務密碼已重新設定。"))
        return redirect("/index.php?option=com_netacct&view=setup&layout=again", status=303)

    # ------------------------------------------------------------ mail (the old webmail, not Joomla's)
    def mail(self, request: Request) -> Response:
        return self._application(request, self._webmail)
    def _webmail(self, request: Request, s: dict[str, Any]) -> Response:
        if request.path == "/code.php":
            return self._image(s, "abcdefghijkmnpqrstuvwxyz23456789", 4)
        if request.path == "/login.php" and request.method == "POST":
            self.takes(request, login_user="mail_account", login_pass="mail_password", login_code="captcha")
            wrong = 0
            if not self._pic_right(s, request.get("login_code")):
                wrong = 2
            elif not self.truth.alias or request.get("login_user").strip().split("@")[0].lower() != self.truth.alias.lower() or request.get("login_pass") != self.truth.cloud_password:
                wrong = 1
            if wrong:
                return redirect(f"/index.php?err={wrong}")
            s["mailbox"] = True
            self.truth.sessions.add("mail:" + s["id"])
            self.truth.counts["mail_sign_in"] += 1
            return redirect("/mailbox.php")
        if request.path == "/logout.php":
            if s.pop("mailbox", None):
                self.truth.sessions.discard("mail:" + s["id"])
                self.truth.counts["sign_out_mail"] += 1
            return redirect("/index.php")
        if request.path == "/mailbox.php" and s.get("mailbox"):
            return Response(f"""<html><head><title>收件匣</title></head><body><p>{escape(self.truth.alias)} | <a href="/mailbox.php">收件匣</a> | <a href="/logout.php">登出</a></p><table border="1"><tr><th>寄件人</th><th>主旨</th></tr><tr><td>postmaster</td><td>歡迎使用</td></tr></table></body></html>""")
        if request.path != "/index.php":
            return redirect("/index.php")
        told = {"1": "登入失敗! 請檢查帳號密碼", "2": "登入失敗! 驗證碼輸入錯誤"}.get(request.query.get("err", ""), "")
        return Response(f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>Web Mail</title></head><body><form action="/login.php" method="post"><table align="center">
<tr><td colspan="2"><font color="red">{told}</font></td></tr><tr><td>帳號:</td><td><input type="text" name="login_user"></td></tr><tr><td>密碼:</td><td><input type="password" name="login_pass"></td></tr>
<tr><td>驗證碼(小寫字母或數字):</td><td><input type="text" name="login_code" size="6"> <img src="/code.php" align="absmiddle"></td></tr>
<tr><td colspan="2"><input type="checkbox" name="save_login" value="1">記住登入資訊 (公用電腦請勿勾選)</td></tr><tr><td colspan="2"><input type="submit" value="登入信箱"></td></tr></table></form>
<h3>公佈欄</h3><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<br>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}">https://help.ntuh.gov.tw/</a></p></body></html>""")

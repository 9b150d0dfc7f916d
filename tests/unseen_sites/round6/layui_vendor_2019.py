"""A vendor's ThinkPHP application with layui styling (2019); its scripts decorate ordinary forms."""

from __future__ import annotations

import re
import secrets
import sys
import time
from html import escape
from pathlib import Path

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402

STUB = """var layer={msg:function(t){window.alert(t);},alert:function(t,o){window.alert(((o&&o.title)?o.title+'\\n\\n':'')+t);}};
var layui={layer:layer,use:function(m,f){if(typeof f==='function'){f();}}};
function showSms(){document.getElementById('smsLayer').style.display='block';}
function hideSms(){document.getElementById('smsLayer').style.display='none';}"""


class TheSite(Site):
    title = "layui_vendor_2019"

    def __init__(self) -> None:
        super().__init__()
        self.tokens: set[str] = set()
        self.users: dict[str, str] = {}
        self.php: dict[str, dict[str, object]] = {}
        self.letters: set[str] = set()

    # ---------------------------------------------------------- view helpers
    def _token(self) -> str:
        value = secrets.token_hex(16)
        self.tokens.add(value)
        return f'<input type="hidden" name="__token__" value="{value}">'

    def _used(self, request: Request) -> bool:
        """True when the form's token was good (and it is gone now)."""
        value = request.get("__token__")
        if value in self.tokens:
            self.tokens.remove(value)
            return True
        return False

    def _view(self, title: str, content: str, script: str = "", kind: str = "layui-layout-body") -> Response:
        run = f"\n<script>\nlayui.use(['layer','form'], function(){{\n  var layer = layui.layer;\n  {script}\n}});\n</script>" if script else ""
        return Response(f"""<!DOCTYPE html>
<html lang="zh">
<head>
  <meta charset="utf-8">
  <title>{title}</title>
  <meta name="renderer" content="webkit">
  <meta http-equiv="X-UA-Compatible" content="IE=edge,chrome=1">
  <link rel="stylesheet" href="/static/layui/css/layui.css" media="all">
  <script src="/static/layui/layui.js"></script>
</head>
<body class="{kind}">
{content}{run}
</body>
</html>""")

    def _jump(self, good: bool, text: str, to: str, wait: int = 3) -> Response:
        """dispatch_jump.tpl of the framework."""
        return Response(f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>跳轉提示</title>
<style>body{{font-family:"Microsoft Yahei","Helvetica Neue";padding:24px}} .system-message h1{{font-size:100px}}</style></head><body>
<div class="system-message"><h1>{':)' if good else ':('}</h1><p class="{'success' if good else 'error'}">{text}</p><p class="detail"></p>
<p class="jump">頁面自動 <a id="href" href="{to}">跳轉</a> 等待時間： <b id="wait">{wait}</b></p></div>
<script type="text/javascript">
(function(){{
  var wait = document.getElementById('wait'), href = document.getElementById('href').href;
  var interval = setInterval(function(){{
    var time = --wait.innerHTML;
    if(time <= 0) {{ location.href = href; clearInterval(interval); }};
  }}, 1000);
}})();
</script></body></html>""")

    @staticmethod
    def _item(label: str, block: str, aux: str = "") -> str:
        mid = f'\n    <div class="layui-form-mid layui-word-aux">{aux}</div>' if aux else ""
        return f"""
  <div class="layui-form-item">
    <label class="layui-form-label">{label}</label>
    <div class="layui-input-inline">{block}</div>{mid}
  </div>"""

    @staticmethod
    def _static(request: Request) -> Response | None:
        if request.path.endswith(".js"):
            return Response(STUB, kind="application/javascript; charset=utf-8")
        if request.path.endswith(".css"):
            return Response(".layui-btn{background:#009688;color:#fff}", kind="text/css")
        return None

    # ---------------------------------------------------------- portal
    def portal(self, request: Request) -> Response:
        path, truth = request.path, self.truth
        static = self._static(request)
        if static:
            return static
        if path in ("/", "/index.php"):
            return redirect("/index.php/login/index.html")
        if path == "/index.php/captcha.html":
            return Response(picture(truth.new_captcha(), "PNG"), kind="image/png")
        if path == "/index.php/login/index.html":
            return self._login_view()
        if path == "/index.php/login/check.html" and request.method == "POST":
            self.takes(request, hosp="campus", username="employee_id", password="portal_password", vercode="captcha")
            code, truth.captcha = truth.captcha, ""
            back = "/index.php/login/index.html"
            if not self._used(request):
                return self._jump(False, "令牌數據無效，請刷新頁面後重試", back)
            if not code or request.get("vercode").strip().upper() != code:
                truth.counts["sign_in_refused"] += 1
                return self._jump(False, "圖形碼輸入有誤", back)
            if request.get("hosp") != "T0" or request.get("username").strip() != truth.person.employee_id or request.get("password") != truth.portal_password:
                truth.counts["sign_in_refused"] += 1
                return self._jump(False, "用戶名或密碼錯誤，登入失敗", back)
            sid = secrets.token_hex(16)
            self.users[sid] = truth.person.employee_id
            truth.sessions.add(f"portal:{sid}")
            truth.counts["sign_in"] += 1
            answer = self._jump(True, "登入成功", "/index.php/index/index.html", 1)
            answer.headers.append(("Set-Cookie", f"PORTALSID={sid}; path=/; HttpOnly"))
            return answer
        sid = request.cookies.get("PORTALSID", "")
        if sid not in self.users:
            return self._jump(False, "您還沒有登入", "/index.php/login/index.html")
        if path == "/index.php/login/logout.html":
            del self.users[sid]
            truth.sessions.discard(f"portal:{sid}")
            truth.counts["sign_out_portal"] += 1
            answer = self._jump(True, "退出成功", "/index.php/login/index.html")
            answer.headers.append(("Set-Cookie", "PORTALSID=deleted; path=/; Max-Age=0"))
            return answer
        if path == "/index.php/index/welcome.html":
            return self._view("主頁", '<fieldset class="layui-elem-field"><legend>全院公告 <span class="layui-badge">2</span></legend><div class="layui-field-box"><ul class="layui-timeline"><li>2019-10-21 薪資所得免稅額申報表</li><li>2018-12-13 首頁改版</li></ul></div></fieldset>', kind="")
        if path == "/index.php/index/index.html":
            inner = self.urls["inner"] + "/index.php/personal"
            menu = "".join(
                f'\n        <dd><a href="{inner}/{to}/sid/{sid}.html"><i class="layui-icon layui-icon-{icon}"></i> {name}</a></dd>'
                for name, to, icon in (("更改密碼", "password/edit", "password"), ("個人簽章提醒設定", "empty/index", "set"), ("薪資所得免稅額申報表", "empty/index", "form"), ("員工待遇福利查詢", "empty/index", "rmb"), ("查詢員工連絡資料", "empty/index", "search"), ("維護個人連絡資料", "contact/edit", "cellphone"), ("個人就醫紀錄查詢", "empty/index", "list"))
            )
            return self._view("PORTAL 管理平臺", f"""<div class="layui-layout layui-layout-admin">
  <div class="layui-header"><div class="layui-logo">臺大醫院 PORTAL</div>
    <ul class="layui-nav layui-layout-left"><li class="layui-nav-item"><a href="javascript:;">醫療系統</a></li><li class="layui-nav-item"><a href="javascript:;">行政系統</a></li></ul>
    <ul class="layui-nav layui-layout-right"><li class="layui-nav-item"><a href="javascript:;"><cite>{truth.person.name}</cite> 您好!</a></li>
      <li class="layui-nav-item"><a href="/index.php/login/logout.html" onclick="return confirm('確定退出系統嗎?');"><i class="layui-icon layui-icon-close"></i>退出</a></li></ul></div>
  <div class="layui-side layui-bg-black"><div class="layui-side-scroll"><ul class="layui-nav layui-nav-tree" lay-filter="side">
      <li class="layui-nav-item layui-nav-itemed"><a href="javascript:;">個人管理</a><dl class="layui-nav-child">{menu}
      </dl></li></ul></div></div>
  <div class="layui-body"><iframe src="/index.php/index/welcome.html" frameborder="0" width="100%" height="600"></iframe></div>
  <div class="layui-footer">技術支持：聯宇軟件 V2.5.4</div>
</div>""")
        return Response("頁面不存在", 404)

    def _login_view(self) -> Response:
        return self._view("登入 - PORTAL", f"""<div class="layadmin-user-login" id="LAY-user-login">
<div class="layadmin-user-login-main"><div class="layadmin-user-login-box layadmin-user-login-header"><h2>臺大醫院</h2><p>醫療資訊系統</p></div>
<form class="layui-form layadmin-user-login-body" action="/index.php/login/check.html" method="post">{self._token()}
  <div class="layui-form-item"><label class="layadmin-user-login-icon layui-icon layui-icon-location" title="院區"></label>
    <select name="hosp" lay-verify="required"><option value="">請選擇院區</option><option value="T0" selected>總院區</option><option value="T2">北護分院</option><option value="T4">新竹分院</option><option value="T5">竹東分院</option></select></div>
  <div class="layui-form-item"><label class="layadmin-user-login-icon layui-icon layui-icon-username" for="LAY-user-login-username"></label>
    <input type="text" name="username" id="LAY-user-login-username" lay-verify="required" placeholder="帳號" class="layui-input" maxlength="6"></div>
  <div class="layui-form-item"><label class="layadmin-user-login-icon layui-icon layui-icon-password" for="LAY-user-login-password"></label>
    <input type="password" name="password" id="LAY-user-login-password" lay-verify="required" placeholder="密碼" class="layui-input"></div>
  <div class="layui-form-item"><div class="layui-row"><div class="layui-col-xs7"><label class="layadmin-user-login-icon layui-icon layui-icon-vercode" for="LAY-user-login-vercode"></label>
    <input type="text" name="vercode" id="LAY-user-login-vercode" lay-verify="required" placeholder="驗證碼 (不用區分大小寫)" class="layui-input" autocomplete="off"></div>
    <div class="layui-col-xs5"><img src="/index.php/captcha.html" class="layadmin-user-login-codeimg" id="LAY-user-get-vercode" alt="captcha" title="看不清？點擊更換" onclick="this.src='/index.php/captcha.html?'+Math.random();"></div></div></div>
  <div class="layui-form-item"><button class="layui-btn layui-btn-fluid" lay-submit lay-filter="LAY-user-login-submit">登 入</button></div>
</form></div></div>""", kind="layui-login")

    # ---------------------------------------------------------- inner
    def inner(self, request: Request) -> Response:
        static = self._static(request)
        if static:
            return static
        if request.method == "POST":
            self.takes(request, old_pwd="old_password", pwd="new_password", repwd="new_password_again", **{"row[mobile]": "mobile_phone"})
        match = re.fullmatch(r"/index\.php/personal/(\w+/\w+)/sid/([0-9a-f]{32})\.html", request.path)
        portal = self.urls["portal"] + "/index.php"
        if not match or match[2] not in self.users:
            return self._jump(False, "登入狀態已失效", f"{portal}/login/index.html")
        crumb = f'<span class="layui-breadcrumb"><a href="{portal}/index/index.html">回功能選單</a><a href="{portal}/login/logout.html">登出系統</a><a><cite>個人管理</cite></a></span><hr>'
        if match[1] == "password/edit":
            return self._password(request, crumb)
        if match[1] == "contact/edit":
            return self._contact(request, crumb)
        return self._view("提示", f"{crumb}<blockquote class=\"layui-elem-quote\">暫無權限訪問該欄目</blockquote>", kind="")

    def _password(self, request: Request, crumb: str) -> Response:
        truth = self.truth
        if request.method == "POST":
            old, new = request.get("old_pwd"), request.get("pwd")
            why = ""
            if not self._used(request):
                why = "令牌數據無效，請重試"
            elif old != truth.portal_password:
                why = "原密碼有誤"
            elif not 8 <= len(new) <= 32:
                why = "新密碼長度需為 8-32 位"
            elif not re.search("[A-Za-z]", new) or not re.search(r"\d", new):
                why = "新密碼須同時包含字母和數字"
            elif new != request.get("repwd"):
                why = "兩次輸入不一致"
            if why:
                truth.counts["password_refused"] += 1
                return self._jump(False, why, request.path)
            truth.portal_password = new
            truth.counts["password_changed"] += 1
            return self._jump(True, "密碼修改成功！", self.urls["portal"] + "/index.php/index/index.html")
        box = '<input type="password" name="{}" lay-verify="{}" autocomplete="off" class="layui-input">'.format
        return self._view("更改密碼", f"""{crumb}<div class="layui-card"><div class="layui-card-header">更改密碼</div><div class="layui-card-body">
<form class="layui-form" method="post" action="{request.path}">{self._token()}{self._item('請輸入舊密碼：', box('old_pwd', 'required'))}{self._item('請輸入新密碼：', box('pwd', 'pass'), '8 到 32 個字符')}{self._item('請再輸入新密碼：', box('repwd', 'repass'))}
  <div class="layui-form-item"><div class="layui-input-block"><button class="layui-btn" lay-submit lay-filter="setmypass">確認修改</button> <button type="reset" class="layui-btn layui-btn-primary">重置</button></div></div></form>
<div class="layui-collapse">密碼設定條件：<br>1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字</div></div></div>""", kind="")

    def _contact(self, request: Request, crumb: str) -> Response:
        truth, p, tell = self.truth, self.truth.person, ""
        keys = {"ename_last": "english_surname", "ename_first": "english_given", "ename_mid": "english_middle", "tel_office": "office_phone", "tel_home": "home_phone", "mobile": "mobile_phone"}
        v = {n: truth.saved_contact.get(k, getattr(p, k)) for n, k in keys.items()}
        if request.method == "POST":
            new = {n: request.get(f"row[{n}]").strip() for n in keys}
            if not self._used(request) or request.get("row[id]") != p.employee_id:
                tell = "令牌數據無效，請重試"
            elif not re.fullmatch(r"09\d{8}", new["mobile"]):
                v, tell = new, "手機號碼格式不對"
            elif not re.fullmatch(r"[A-Za-z\-' ]+", new["ename_last"]) or not re.fullmatch(r"[A-Za-z\-' ]+", new["ename_first"]):
                v, tell = new, "英文姓名格式不對"
            elif not re.fullmatch(r"[\d\-#]*", new["tel_office"]) or not re.fullmatch(r"[\d\-#]*", new["tel_home"]):
                v, tell = new, "電話格式不對"
            else:
                truth.saved_contact.update({k: new[n] for n, k in keys.items()})
                truth.counts["contact_saved"] += 1
                v, tell = new, "保存成功，資料已更新"
        box = {n: f'<input type="text" name="row[{n}]" value="{escape(x)}" class="layui-input">' for n, x in v.items()}
        return self._view("維護個人連絡資料", f"""{crumb}<div class="layui-card"><div class="layui-card-header">台大醫院---維護個人連絡資料</div><div class="layui-card-body">
<form class="layui-form" method="post" action="{request.path}">{self._token()}<input type="hidden" name="row[id]" value="{p.employee_id}">
  <div class="layui-form-item"><button class="layui-btn layui-btn-normal" lay-submit><i class="layui-icon layui-icon-ok"></i> 異動儲存</button></div>{self._item('員工編號：', f'<input type="text" value="{p.employee_id}" class="layui-input layui-disabled" disabled>')}{self._item('姓名：', f'<input type="text" value="{p.name}" class="layui-input layui-disabled" disabled>')}{self._item('英文姓：', box['ename_last'], 'ex:Chen(陳)')}{self._item('英文首名：', box['ename_first'], 'ex: Yi-Fen(怡芬)')}{self._item('英文中名：', box['ename_mid'], 'ex:Mary 為英文別名，如無，可不填')}{self._item('辦公室電話：', box['tel_office'], 'ex:61234或23123456')}{self._item('住宅電話：', box['tel_home'], 'ex:0223123456')}{self._item('<span style="color:red">*</span>行動電話：', box['mobile'], 'ex:0952000000 (如離職或更換門號，請記得調整此欄位)')}
</form></div></div>""", f"layer.msg('{tell}', {{icon: {1 if '成功' in tell else 5}}});" if tell else "", "")

    # ---------------------------------------------------------- account
    def account(self, request: Request) -> Response:
        static = self._static(request)
        if static:
            return static
        path, truth = request.path, self.truth
        if request.method == "POST":
            self.takes(request, account="employee_id", smscode="code", phone="registered_phone", alias="alias", passwd="cloud_password", repasswd="cloud_password_again")
        if path in ("/", "/index.php"):
            return self._home()
        sid = request.cookies.get("HELPSID", "")
        match = re.fullmatch(r"/verify/index/type/(open|reset)\.html", path)
        if match:
            fresh = sid not in self.php
            if fresh:
                if request.method == "POST":
                    return self._jump(False, "會話已過期", "/")
                sid = secrets.token_hex(13)
                self.php[sid] = {}
            answer = self._verify(request, match[1], self.php[sid])
            if fresh:
                answer.headers.append(("Set-Cookie", f"HELPSID={sid}; path=/; HttpOnly"))
            return answer
        state = self.php.get(sid, {})
        if not state.get("pass"):
            return self._jump(False, "請先進行身分驗證", "/")
        if path == "/user/quit.html":
            truth.sessions.discard(f"account:{state.pop('pass')}")
            truth.counts["sign_out_account"] += 1
            return redirect("/")
        if path == "/user/alias.html" and state["type"] == "open":
            return self._alias(request)
        if path == "/user/reset.html" and state["type"] == "reset":
            return self._reset(request)
        return Response("頁面不存在", 404)

    def _home(self) -> Response:
        return self._view("網路帳號自助平臺", """<div class="layui-container">
<blockquote class="layui-elem-quote">說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼<br>適用功能：本院雲端服務、電子郵件信箱、VPN、數位學習及院內非Portal之業務</blockquote>
<div class="layui-collapse" lay-accordion>
 <div class="layui-colla-item"><h2 class="layui-colla-title">《規範》</h2><div class="layui-colla-content layui-show"><p>網路帳號為院內眾多服務之通用帳號與密碼，不可借用</p><p>請勿冒用院內同仁申請網路帳號</p><p>請注意此帳號密碼與醫療行政系統(Portal)不同</p></div></div>
 <div class="layui-colla-item"><h2 class="layui-colla-title">《常見問題與服務》</h2><div class="layui-colla-content"><p>密碼修改後多久可以生效：即時生效</p><p>忘記密碼：請使用重置雲端服務密碼</p></div></div>
</div>
<div class="layui-row layui-col-space15">
 <div class="layui-col-md4"><a class="layui-btn layui-btn-lg layui-btn-fluid" href="/verify/index/type/open.html"><i class="layui-icon layui-icon-add-circle"></i> 啟用網路帳號及首次雲端帳號密碼設定</a><p>啟用本院微軟相關服務</p></div>
 <div class="layui-col-md4"><a class="layui-btn layui-btn-lg layui-btn-warm layui-btn-fluid" href="/verify/index/type/reset.html"><i class="layui-icon layui-icon-refresh"></i> 重置雲端服務密碼</a><p>重設非Portal帳號的密碼</p></div>
 <div class="layui-col-md4"><a class="layui-btn layui-btn-lg layui-btn-primary layui-btn-fluid layui-btn-disabled" href="javascript:;">總院廠商VPN展延申請</a></div>
</div></div>""", kind="")

    def _verify(self, request: Request, kind: str, state: dict[str, object]) -> Response:
        truth, tell, shown = self.truth, "", "none"
        who = request.get("account").strip() if request.method == "POST" else ""
        if request.method == "POST":
            act = request.get("act")
            if not self._used(request):
                tell = "layer.msg('令牌數據無效，請重試', {icon: 5});"
            elif who != truth.person.employee_id:
                tell = "layer.msg('該員工編號不存在', {icon: 5});"
            elif act == "send":
                if request.get("phone").strip() != truth.saved_contact.get("mobile_phone", truth.person.mobile_phone):
                    tell, shown = "layer.msg('手機門號與帳號登記的不一致', {icon: 5});", "block"
                else:
                    state.update(code=truth.new_message(), sent=time.time(), who=who)
                    tell = "layer.alert('成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」', {title: '動態碼簡訊發送成功', icon: 1, btn: ['確定']});"
            elif act != "next" or not state.get("code") or state.get("who") != who or request.get("smscode").strip() != state["code"]:
                truth.counts["code_refused"] += 1
                tell = "layer.msg('動態碼有誤，請核對後重新輸入', {icon: 5});"
            elif time.time() - float(str(state["sent"])) > 120:
                truth.counts["code_refused"] += 1
                tell = "layer.msg('動態碼已超過2分鐘，請重新獲取', {icon: 5});"
            else:
                if state.get("pass"):
                    truth.sessions.discard(f"account:{state['pass']}")
                del state["code"]
                state.update({"pass": secrets.token_hex(6), "type": kind})
                truth.sessions.add(f"account:{state['pass']}")
                truth.counts["code_accepted"] += 1
                return redirect("/user/alias.html" if kind == "open" else "/user/reset.html")
        title = "啟用網路帳號及首次雲端帳號密碼設定" if kind == "open" else "重置雲端服務密碼"
        send = '<button type="button" class="layui-btn layui-btn-normal" onclick="showSms()">發送簡訊動態碼</button>'
        return self._view(title, f"""<div class="layui-container"><div class="layui-card"><div class="layui-card-header">{title}</div><div class="layui-card-body">
<blockquote class="layui-elem-quote layui-quote-nm">注意事項<br>● 電子郵件別名第一次設定之後則不能修改，請慎重選擇。<br>● 按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<br>● 請輸入帳號與簡訊動態碼後按「下一步」。</blockquote>
<form class="layui-form layui-form-pane" method="post" action="{request.path}">{self._token()}{self._item('網路帳號 / 主職員工編號', f'<input type="text" name="account" value="{escape(who)}" class="layui-input" maxlength="6">', send)}{self._item('簡訊(或MOTP)動態碼', '<input type="text" name="smscode" class="layui-input" autocomplete="off">')}
  <div class="layui-form-item"><button class="layui-btn" type="submit" name="act" value="next">下一步</button> <a class="layui-btn layui-btn-primary" href="/">返回</a></div>
  <div id="smsLayer" class="layui-layer layui-layer-page" style="display:{shown}"><div class="layui-layer-title">簡訊動態碼</div><div class="layui-layer-content">
    <p>請輸入帳號登記的手機門號(10碼)</p><input type="text" name="phone" class="layui-input" maxlength="10"></div>
    <div class="layui-layer-btn"><button class="layui-btn layui-btn-sm" type="submit" name="act" value="send">確定發送</button> <button class="layui-btn layui-btn-sm layui-btn-primary" type="button" onclick="hideSms()">取消</button></div></div>
</form></div></div></div>""", tell, "")

    def _alias(self, request: Request) -> Response:
        truth, p, tell, name = self.truth, self.truth.person, "", ""
        quit_link = '<a class="layui-btn layui-btn-xs layui-btn-danger" href="/user/quit.html">退出</a>'
        if truth.alias:
            if request.method == "POST":
                return self._jump(False, "您已經啟用過了，請勿重複提交", "/user/alias.html")
            return self._view("設定密碼與郵件別名", f"""<div class="layui-container">{quit_link}<table class="layui-table" lay-skin="line"><tbody><tr><td>帳號姓名</td><td>{p.name}</td></tr><tr><td>電子郵件</td><td>{escape(truth.alias)}@ntuh.gov.tw</td></tr><tr><td>狀態</td><td><span class="layui-badge layui-bg-green">已開通</span></td></tr></tbody></table></div>""", kind="")
        if request.method == "POST":
            name, word = request.get("alias").strip(), request.get("passwd")
            if not self._used(request):
                tell = "令牌數據無效，請重試"
            elif not re.fullmatch(r"[a-zA-Z][\w.\-]{2,63}", name, re.A):
                tell = "郵件名稱不合規則（字母開頭，3-64 位）"
            elif name.lower() == "taken.name":
                tell = "該名稱已被佔用"
            elif len(word) < 8 or not re.search("[A-Za-z]", word) or not re.search(r"\d", word):
                tell = "密碼須 8 位以上並含字母和數字"
            elif word != request.get("repasswd"):
                tell = "兩次密碼輸入不一致"
            else:
                truth.alias, truth.cloud_password = name, word
                truth.counts["activated"] += 1
                return self._jump(True, "開通成功！服務將於明日生效", "/user/alias.html")
        row = "<tr><td>{}</td><td>{}</td></tr>".format
        pw = '<input type="password" name="{}" class="layui-input" lay-verify="required" placeholder="{}">'.format
        return self._view("設定密碼與郵件別名", f"""<div class="layui-container">{quit_link}<fieldset class="layui-elem-field layui-field-title"><legend>設定密碼與郵件別名</legend></fieldset>
<p>雲端服務帳號說明：1. 雲端服務帳號為跨體系使用。 2. 服務於設定完成隔日生效。</p>
<table class="layui-table"><tbody>{row('網路帳號 / 主職員工編號', p.employee_id)}{row('帳號姓名', p.name)}{row('主職單位', p.unit)}{row('有效期限', p.valid_until)}</tbody></table>
<form class="layui-form" method="post" action="/user/alias.html">{self._token()}{self._item('雲端服務帳號<br>(電子郵件名稱)', f'<input type="text" name="alias" value="{escape(name)}" maxlength="64" class="layui-input" lay-verify="required">', '@ntuh.gov.tw 名稱長度限64字元內')}{self._item('設定密碼', pw('passwd', '雲端服務密碼'), '8 位以上，含字母和數字')}{self._item('確認密碼', pw('repasswd', '請再次輸入密碼'))}
  <div class="layui-form-item"><div class="layui-input-block"><a href="/user/quit.html" class="layui-btn layui-btn-primary">取消啟用</a> <button class="layui-btn" lay-submit>啟用雲端服務</button> <span class="layui-word-aux">服務於設定完成隔日生效</span></div></div></form></div>""", f"layer.msg('{tell}', {{icon: 5}});" if tell else "", "")

    def _reset(self, request: Request) -> Response:
        truth = self.truth
        if not truth.alias:
            return self._jump(False, "該帳號尚未開通雲端服務", "/")
        if request.method == "POST":
            word = request.get("passwd")
            if not self._used(request):
                return self._jump(False, "令牌數據無效，請重試", "/user/reset.html")
            if len(word) < 8 or not re.search("[A-Za-z]", word) or not re.search(r"\d", word):
                return self._jump(False, "密碼須 8 位以上並含字母和數字", "/user/reset.html")
            truth.cloud_password = word
            return self._jump(True, "新密碼設置成功", "/user/quit.html")
        return self._view("重置雲端服務密碼", f"""<form class="layui-form" method="post" action="/user/reset.html">{self._token()}{self._item('新雲端服務密碼', '<input type="password" name="passwd" class="layui-input">')}
<button class="layui-btn" lay-submit>提交</button> <a href="/user/quit.html" class="layui-btn layui-btn-primary">退出</a></form>""", kind="")

    # ---------------------------------------------------------- mail
    def mail(self, request: Request) -> Response:
        static = self._static(request)
        if static:
            return static
        path, truth = request.path, self.truth
        if path == "/":
            return self._view("雲郵箱", f"""<form class="layui-form" method="post" action="/login.html">{self._token()}{self._item('帳號:', '<input type="text" name="user" class="layui-input" lay-verify="required">', '@ntuh.gov.tw')}{self._item('密碼:', '<input type="password" name="pass" class="layui-input" lay-verify="required">')}{self._item('驗證碼(小寫字母或數字):', '<input type="text" name="vercode" class="layui-input" autocomplete="off">', '<img src="/captcha.html" alt="">')}
  <div class="layui-form-item"><input type="checkbox" name="remember" value="1" lay-skin="primary" title="記住登入資訊 (公用電腦請勿勾選)"> 記住登入資訊 (公用電腦請勿勾選)</div>
  <button class="layui-btn" lay-submit>登 入</button></form><fieldset class="layui-elem-field"><legend>公佈欄</legend>有多個院區帳號者，請用主要任職院區帳號登入。</fieldset>""", kind="")
        if path == "/captcha.html":
            return Response(picture(truth.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 4), "PNG"), kind="image/png")
        if path == "/login.html" and request.method == "POST":
            self.takes(request, user="mail_account", **{"pass": "mail_password"}, vercode="captcha")
            code, truth.captcha = truth.captcha, ""
            if not self._used(request):
                return self._jump(False, "令牌數據無效，請重試", "/")
            if not code or request.get("vercode").strip() != code:
                return self._jump(False, "圖形碼輸入有誤", "/")
            if not truth.alias or request.get("user").strip().lower().split("@ntuh.gov.tw")[0] != truth.alias.lower() or request.get("pass") != truth.cloud_password:
                return self._jump(False, "用戶名或密碼錯誤，登入失敗", "/")
            sid = secrets.token_hex(10)
            self.letters.add(sid)
            truth.sessions.add(f"mail:{sid}")
            truth.counts["mail_sign_in"] += 1
            return redirect("/inbox.html", ("Set-Cookie", f"MAILSID={sid}; path=/; HttpOnly"))
        sid = request.cookies.get("MAILSID", "")
        if sid not in self.letters:
            return self._jump(False, "您還沒有登入", "/")
        if path == "/logout.html":
            self.letters.remove(sid)
            truth.sessions.discard(f"mail:{sid}")
            truth.counts["sign_out_mail"] += 1
            return redirect("/", ("Set-Cookie", "MAILSID=deleted; path=/; Max-Age=0"))
        return self._view("收件箱", f'<ul class="layui-nav"><li class="layui-nav-item">{escape(truth.alias)}</li><li class="layui-nav-item"><a href="/inbox.html">收件箱</a></li><li class="layui-nav-item"><a href="/logout.html">退出</a></li></ul><table class="layui-table"><thead><tr><th>發件人</th><th>主題</th></tr></thead><tbody><tr><td>系統管理員</td><td>歡迎使用</td></tr></tbody></table>', kind="")

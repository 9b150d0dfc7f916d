"""Classic-ASP habits: one XMLHttpRequest function, answers in XML, and the browser's own prompt, confirm and alert."""

from __future__ import annotations

import random
import re
import sys
import time
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from truth import Request, Response, Site, picture, redirect  # noqa: E402

NOCACHE = ("Cache-Control", "no-cache, no-store")

AJAX = """
function xhr(url, data, back) {
  var x = new XMLHttpRequest(), s = [], k;
  for (k in data) s.push(encodeURIComponent(k) + '=' + encodeURIComponent(data[k]));
  x.open('POST', url, true);
  x.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
  x.setRequestHeader('X-Key', KEY);
  x.onreadystatechange = function () {
    if (x.readyState != 4) return;
    if (x.status != 200 || !x.responseXML) { alert('系統連線錯誤(' + x.status + ')，請重新操作'); return; }
    var d = x.responseXML, g = function (n) { var e = d.getElementsByTagName(n)[0]; return e ? e.textContent : ''; };
    if (g('key')) KEY = g('key');
    back(g('rc') == '0', g('msg'), g);
  };
  x.send(s.join('&'));
}
function v(id) { return document.getElementById(id).value; }
function el(id) { return document.getElementById(id); }
"""


class TheSite(Site):
    title = "native_prompt_confirm"

    def __init__(self) -> None:
        super().__init__()
        self.keys: set[str] = set()
        self.shown = ""  # the number of the newest picture
        self.visits: dict[str, dict[str, object]] = {}

    @staticmethod
    def number(length: int = 20) -> str:
        return "".join(random.SystemRandom().choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for _ in range(length))

    def key(self) -> str:
        made = self.number(12)
        self.keys.add(made)
        return made

    def html(self, heading: str, inner: str, script: str = "", *extra: tuple[str, str]) -> Response:
        return Response(
            f'<html>\n<head>\n<meta http-equiv=Content-Type content="text/html; charset=utf-8">\n<title>{heading}</title>\n<style>body,td{{font-size:11pt;font-family:細明體}} .t{{background-color:#003366;color:white;font-weight:bold;padding:6px}} .m{{display:none;border:1px solid gray;background:#ffffee}}</style>\n'
            f"<script language=JavaScript>\nvar KEY='{self.key()}';\n{AJAX}\n{script}\n</script>\n</head>\n<body bgcolor=#FFFFFF>\n{inner}\n</body></html>",
            headers=[NOCACHE, *extra],
        )

    def xml(self, rc: int, msg: str = "", **more: str) -> Response:
        tags = "".join(f"<{k}>{escape(x)}</{k}>" for k, x in more.items())
        return Response(f'<?xml version="1.0" encoding="utf-8"?><data><rc>{rc}</rc><msg>{escape(msg)}</msg><key>{self.key()}</key>{tags}</data>', kind="text/xml; charset=utf-8", headers=[NOCACHE])

    def stale(self, request: Request) -> bool:
        key = request.headers.get("X-Key", "")
        if key not in self.keys:
            return True
        self.keys.remove(key)
        return False

    def image(self, letters: str, length: int, wanted: str) -> Response:
        self.shown = wanted
        return Response(picture(self.truth.new_captcha(letters, length)), kind="image/gif", headers=[NOCACHE])

    def right_picture(self, number: str, text: str, any_case: bool) -> bool:
        held, shown = self.truth.captcha, self.shown
        self.truth.captcha = self.shown = ""
        if not held or not shown or shown != number:
            return False
        return held.lower() == text.lower() if any_case else held == text

    # -------------------------------------------------------------------- portal
    def menu(self, sid: str) -> str:
        base = self.urls["inner"] + "/webhr/"
        own = "".join(f"<tr><td>． <a {a}>{n}</a></td></tr>" for n, a in (
            ("更改密碼", f'href="{base}pwd.asp?SESSION={sid}"'), ("個人簽章提醒設定", 'href="javascript:nope()"'), ("薪資所得免稅額申報表", 'href="javascript:nope()"'), ("員工待遇福利查詢", 'href="javascript:nope()"'),
            ("查詢員工連絡資料", 'href="javascript:nope()"'), ("維護個人連絡資料", f'href="{base}contact.asp?SESSION={sid}" target="_blank"'), ("個人就醫紀錄查詢", 'href="javascript:nope()"'), ("行動憑證申請", 'href="javascript:nope()"')))
        return f"""<table width=100% cellspacing=0><tr class=t><td>{escape(self.truth.person.name)}　您好!</td><td align=right><a href="javascript:bye()" style="color:yellow">登出系統</a></td></tr></table>
<table cellpadding=8><tr><td>醫療系統<td>醫療支援<td>其他資源<td>數位學習<td>資訊安全<td>行政系統<td><span onclick="var m=el('pm');m.style.display=m.style.display=='block'?'none':'block'" style="cursor:pointer;color:blue;text-decoration:underline">個人管理</span></td></tr></table>
<div id=pm class=m><table>{own}</table></div><p>總院差勤待簽 0 未核准 0 被駁回 0 / 總院EPortfolio待簽 0</p><b>全院公告</b> 2<ul><li>2019/10/21 薪資所得免稅額申報表填報</ul>"""

    def portal(self, request: Request) -> Response:
        t = self.truth
        sid = request.cookies.get("ASPSESSIONIDNPC", "")
        known = f"portal:{sid}" in t.sessions
        if request.path == "/":
            return redirect("/default.asp")
        if request.path == "/vcode.asp":
            return self.image("123456789BDFHJLNPRTVXZ", 6, request.query.get("n", ""))
        if request.path == "/btn_login.gif":
            return Response(picture("LOGIN", size=(86, 32)), kind="image/gif")
        if request.path == "/default.asp":
            front = """<center><h3>台大 健康守護, 醫界典範</h3>醫療資訊系統<p>
<form name=f1 onsubmit="return false"><table border=1 cellspacing=0 cellpadding=5 bordercolor=#6699CC>
<tr><td class=t>院　區</td><td><select id=sHosp name=sHosp><option value=1>總院區<option value=4>新竹<option value=6>雲林</select></td></tr>
<tr><td class=t>帳　號</td><td><input id=sUid name=sUid size=12 maxlength=6></td></tr>
<tr><td class=t>密　碼</td><td><input type=password id=sPwd name=sPwd size=16></td></tr>
<tr><td class=t>驗證碼</td><td><input id=sVer name=sVer size=8 maxlength=6><img id=iVer align=absmiddle> <input type=button value="換圖" onclick="img()"><br>(不用區分大小寫)</td></tr>
<tr><td colspan=2 align=center><input type=image src=btn_login.gif alt="登入" onclick="login();return false"></td></tr></table></form></center>"""
            return self.html("PORTAL", f"<div id=main>{self.menu(sid) if known else front}</div>", """
var vn = 0;
function img() { vn = new Date().getTime(); el('iVer').src = 'vcode.asp?n=' + vn; el('sVer').value = ''; }
function nope() { alert('此項功能不對您開放'); }
function login() {
  if (v('sUid') == '') { alert('帳號未輸入'); return; }
  xhr('xlogin.asp', {sHosp: v('sHosp'), sUid: v('sUid'), sPwd: v('sPwd'), sVer: v('sVer'), n: vn}, function (ok, msg, g) {
    if (!ok) { alert(msg); img(); return; }
    alert(msg); el('main').innerHTML = g('html');
  });
}
function bye() {
  if (!confirm('確定要結束使用嗎?')) return;
  xhr('xbye.asp', {a: 'out'}, function (ok, msg) { alert(msg); location.href = 'default.asp'; });
}
window.onload = function () { if (el('iVer')) img(); };""")
        if request.method != "POST":
            return Response("HTTP 404", 404)
        if request.path == "/xlogin.asp":
            self.takes(request, sHosp="campus", sUid="employee_id", sPwd="portal_password", sVer="captcha")
            if self.stale(request):
                return self.xml(9, "網頁閒置過久，請按F5重新整理")
            if not self.right_picture(request.get("n"), request.get("sVer"), True):
                t.counts["sign_in_refused"] += 1
                return self.xml(2, "圖形文字不正確，請重新輸入！")
            if request.get("sHosp") != "1" or request.get("sUid") != t.person.employee_id or request.get("sPwd") != t.portal_password:
                t.counts["sign_in_refused"] += 1
                return self.xml(1, "無此使用者或輸入有誤，請確認！")
            sid = self.number()
            t.sessions.add(f"portal:{sid}")
            t.counts["sign_in"] += 1
            answer = self.xml(0, "歡迎使用！上次使用時間 2026/11/02 08:31", html=self.menu(sid))
            answer.headers.append(("Set-Cookie", f"ASPSESSIONIDNPC={sid}; path=/"))
            return answer
        if request.path == "/xbye.asp":
            self.takes(request)
            if not known or self.stale(request):
                return self.xml(9, "您已離線")
            t.sessions.discard(f"portal:{sid}")
            t.counts["sign_out_portal"] += 1
            return self.xml(0, "已結束使用，再見！")
        return Response("HTTP 404", 404)

    # -------------------------------------------------------------------- inner
    FIELDS = (("txtESur", "英文姓", "english_surname", "ex:Chen(陳)"), ("txtEFst", "英文首名", "english_given", "ex: Yi-Fen(怡芬)"), ("txtEMid", "英文中名", "english_middle", "ex:Mary 為英文別名，如無，可不填"),
              ("txtOTel", "辦公室電話", "office_phone", "ex:61234或23123456"), ("txtHTel", "住宅電話", "home_phone", "ex:0223123456"), ("txtMTel", "行動電話", "mobile_phone", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))

    def inner(self, request: Request) -> Response:
        t, portal = self.truth, self.urls["portal"]
        sid = request.query.get("SESSION", "")
        known = f"portal:{sid}" in t.sessions
        if request.method == "POST":
            self.takes(request, o="old_password", n1="new_password", n2="new_password_again", txtMTel="mobile_phone")
            if not known or self.stale(request):
                return self.xml(9, "連線已中斷，請重新登入PORTAL")
            if request.path == "/webhr/xpwd.asp":
                old, one, two = (request.get(k) for k in ("o", "n1", "n2"))
                for bad, say in ((old != t.portal_password, "原本的輸入錯誤"), (one != two, "新的兩次不相同"), (len(one) < 8, "長度不足8個字元"),
                                 (not (re.search("[A-Za-z]", one) and re.search("[0-9]", one)), "需要英文及數字"), (one == old, "不可與原本相同")):
                    if bad:
                        t.counts["password_refused"] += 1
                        return self.xml(1, "無法變更：" + say)
                t.portal_password = one
                t.counts["password_changed"] += 1
                return self.xml(0, "變更成功！")
            if request.path == "/webhr/xcontact.asp":
                if not all(request.has(i) for i, *_ in self.FIELDS):
                    return self.xml(1, "缺少欄位")
                if not re.fullmatch("09[0-9]{8}", request.get("txtMTel")):
                    return self.xml(1, "手機須為09開頭之10碼數字")
                if not re.fullmatch("[0-9]{0,10}", request.get("txtOTel")) or not re.fullmatch("[0-9]{0,10}", request.get("txtHTel")):
                    return self.xml(1, "電話僅能輸入數字")
                if not re.fullmatch("[A-Za-z -]+", request.get("txtESur")) or not re.fullmatch("[A-Za-z -]+", request.get("txtEFst")) or not re.fullmatch("[A-Za-z -]*", request.get("txtEMid")):
                    return self.xml(1, "英文名字僅能輸入英文")
                t.saved_contact = {k: request.get(i) for i, _, k, _ in self.FIELDS}
                t.counts["contact_saved"] += 1
                return self.xml(0, "資料已更新", **{i: request.get(i) for i, *_ in self.FIELDS})
            return Response("HTTP 404", 404)
        if not known:
            return Response(f"<script>alert('請由PORTAL登入');location.href='{portal}/';</script>")
        if request.path == "/webhr/pwd.asp":
            return self.html("更改密碼", f"""<div class=t>更改密碼</div><form onsubmit="return false"><table cellpadding=6>
<tr><td>請輸入舊密碼：</td><td><input type=password id=o></td></tr><tr><td>請輸入新密碼：</td><td><input type=password id=n1 onkeyup="el('st').innerHTML=this.value.length<8?'弱':'中'"></td></tr>
<tr><td>請再輸入新密碼：</td><td><input type=password id=n2></td></tr><tr><td>密碼強度檢核：</td><td><span id=st>　</span></td></tr></table>
密碼設定條件：<br>1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字<p><input type=button value="修改" onclick="chg()"> <input type=reset value="清除"></form>
<font color=blue id=msg></font><p><a href="{portal}/default.asp">回功能選單</a>""", """
function chg() {
  if (v('o') == '' || v('n1') == '') { alert('不可空白'); return; }
  if (!confirm('是否確定修改?')) return;
  xhr('xpwd.asp?SESSION=@S@', {o: v('o'), n1: v('n1'), n2: v('n2')}, function (ok, msg) { alert(msg); if (ok) { el('o').value = el('n1').value = el('n2').value = ''; el('msg').innerHTML = msg + ' 下次請使用新的登入。'; } });
}""".replace("@S@", sid))
        if request.path == "/webhr/contact.asp":
            rows = "".join(f"<tr><td bgcolor=#DDE8F0 align=right>{n}：</td><td><input id={i} name={i} value={quoteattr(t.saved_contact.get(k, getattr(t.person, k)))}><input type=hidden id={i}_old value={quoteattr(t.saved_contact.get(k, getattr(t.person, k)))}> <font color=gray size=2>{h}</font></td></tr>" for i, n, k, h in self.FIELDS)
            return self.html("維護個人連絡資料", f"""<div class=t>台大醫院---維護個人連絡資料</div><p><input type=button value="異動儲存" onclick="sav()"> <input type=button value="關閉視窗" onclick="window.close()"></p><font color=red id=msg></font>
<table border=1 cellspacing=0 cellpadding=4><tr><td bgcolor=#DDE8F0 align=right>員工編號：</td><td>{t.person.employee_id}　姓名：{escape(t.person.name)}</td></tr>{rows}</table><p><a href="{portal}/default.asp">回功能選單</a>""", """
var F = [@F@];
function sav() {
  if (!confirm('確定要儲存異動資料嗎?')) return;
  var d = {}, i; for (i = 0; i < F.length; i++) d[F[i]] = v(F[i]);
  xhr('xcontact.asp?SESSION=@S@', d, function (ok, msg, g) { alert(msg); el('msg').innerHTML = msg; if (ok) for (i = 0; i < F.length; i++) { el(F[i]).value = g(F[i]); el(F[i] + '_old').value = g(F[i]); } });
}""".replace("@S@", sid).replace("@F@", ",".join(f"'{i}'" for i, *_ in self.FIELDS)))
        return Response("HTTP 404", 404)

    # -------------------------------------------------------------------- account
    def account(self, request: Request) -> Response:
        t, p = self.truth, self.truth.person
        cookie = request.cookies.get("ASPSESSIONIDACC", "")
        visit = self.visits.get(cookie)
        if request.path == "/":
            extra = []
            if visit is None:
                cookie = self.number()
                self.visits[cookie] = {"for": "", "code": "", "at": 0.0, "sid": ""}
                extra.append(("Set-Cookie", f"ASPSESSIONIDACC={cookie}; path=/"))
            return self.html("網路帳號", """<div id=v0><div class=t>網路帳號管理系統</div><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼
<p><b>《規範》</b><br>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。<li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同</ul>
<b>《常見問題與服務》</b><ul><li>密碼修改後多久可以生效 - 即時生效。<li>忘記密碼 - 請親自取得簡訊後進行密碼設定。</ul>
<table cellpadding=8><tr><td><a href="javascript:enter('N')">啟用網路帳號及首次雲端帳號密碼設定</a></td><td>啟用本院微軟相關服務</td></tr><tr><td><a href="javascript:enter('R')">重置雲端服務密碼</a></td><td>重設非Portal帳號的密碼</td></tr><tr><td><a href="javascript:alert('限廠商')">總院廠商VPN展延申請</a></td><td></td></tr></table></div>
<div id=v1 style="display:none"><div class=t id=v1t></div><p>注意事項<ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。<li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<li>請輸入帳號與簡訊動態碼後按「下一步」。</ul>
<table border=1 cellspacing=0 cellpadding=6><tr><td>網路帳號 / 主職員工編號</td><td><input id=aid size=12></td><td><input type=button value="發送簡訊動態碼" onclick="sms()"></td></tr><tr><td>簡訊(或MOTP)動態碼</td><td><input id=acode size=12 maxlength=8></td><td></td></tr><tr><td colspan=3 align=right><input type=button value="下一步" onclick="nxt()"></td></tr></table></div>
<div id=v2 style="display:none"></div>""", """
var K = '';
function enter(k) { if (!confirm('您是否已詳閱規範並同意遵守?')) return; xhr('xenter.asp', {k: k, agree: 'Y'}, function (ok, msg) { if (!ok) { alert(msg); return; } K = k; el('v1t').innerHTML = msg; el('v0').style.display = 'none'; el('v1').style.display = ''; }); }
function sms() {
  if (v('aid') == '') { alert('請輸入帳號'); return; }
  var m = prompt('請輸入帳號登記的手機門號(10碼)\\n(輸入後按「確定」，即確定發送)', '');
  if (m === null) return;
  if (!/^[0-9]{10}$/.test(m)) { alert('門號必須是10碼數字'); return; }
  xhr('xsms.asp', {aid: v('aid'), mob: m}, function (ok, msg) { alert(msg); if (ok) el('acode').focus(); });
}
function nxt() { xhr('xcode.asp', {aid: v('aid'), acode: v('acode')}, function (ok, msg, g) { if (!ok) { alert(msg); el('acode').value = ''; return; } el('v1').style.display = 'none'; el('v2').innerHTML = g('html'); el('v2').style.display = ''; }); }
function fin() {
  if (v('cpw') != v('cpw2')) { alert('兩次密碼輸入不同'); return; }
  if (!confirm(K == 'N' ? '名稱「' + v('mname') + '」設定之後不能修改，確定啟用?' : '確定重設?')) return;
  xhr('xfin.asp', {mname: K == 'N' ? v('mname') : '', cpw: v('cpw'), cpw2: v('cpw2')}, function (ok, msg, g) { alert(msg); if (ok) el('v2').innerHTML = g('html'); });
}
function cancel() { if (confirm('確定放棄並離開?')) quit(); }
function quit() { xhr('xquit.asp', {q: 1}, function () { location.href = '/'; }); }""", *extra)
        if request.method != "POST":
            return Response("HTTP 404", 404)
        self.takes(request, agree="consent", aid="employee_id", mob="registered_phone", acode="code", mname="alias", cpw="cloud_password", cpw2="cloud_password_again")
        if visit is None or self.stale(request):
            return self.xml(9, "畫面過期，請重新進入")
        if request.path == "/xenter.asp":
            if request.get("k") not in ("N", "R") or request.get("agree") != "Y":
                return self.xml(1, "參數錯誤")
            visit["for"], visit["code"] = request.get("k"), ""
            return self.xml(0, "啟用網路帳號及首次雲端帳號密碼設定" if request.get("k") == "N" else "重置雲端服務密碼")
        if request.path == "/xsms.asp" and visit["for"]:
            if request.get("aid") != p.employee_id:
                return self.xml(1, "無此帳號")
            if request.get("mob") != (t.saved_contact.get("mobile_phone") or p.mobile_phone):
                return self.xml(1, "您輸入的號碼與登記資料不同")
            visit["code"], visit["at"] = t.new_message(), time.time()
            return self.xml(0, "動態碼簡訊發送成功\n成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」")
        if request.path == "/xcode.asp" and visit["for"]:
            if not visit["code"] or request.get("aid") != p.employee_id or request.get("acode") != visit["code"]:
                t.counts["code_refused"] += 1
                return self.xml(1, "您輸入的數字有誤")
            if time.time() - float(str(visit["at"])) > 120:
                t.counts["code_refused"] += 1
                return self.xml(1, "時間超過2分鐘，請重新發送")
            if visit["sid"]:
                t.sessions.discard(f"account:{visit['sid']}")
            visit["code"], visit["sid"] = "", self.number(10)
            t.sessions.add(f"account:{visit['sid']}")
            t.counts["code_accepted"] += 1
            two = "<tr><td>雲端服務密碼</td><td><input type=password id=cpw></td></tr><tr><td>雲端服務密碼(再輸入)</td><td><input type=password id=cpw2> 8碼以上英文及數字</td></tr>"
            head = f"<table border=1 cellspacing=0 cellpadding=6><tr><td>網路帳號 / 主職員工編號</td><td>{p.employee_id}</td></tr><tr><td>帳號姓名</td><td>{escape(p.name)}</td></tr><tr><td>主職單位</td><td>{p.unit}</td></tr><tr><td>有效期限</td><td>{p.valid_until}</td></tr>"
            leave = '<p><a href="javascript:quit()">離開系統</a></p>'
            if visit["for"] == "R":
                html = f'<div class=t>重置雲端服務密碼</div>{head}{two}</table><p><input type=button value="確定重置" onclick="fin()">{leave}' if t.alias else f"您還沒有雲端服務帳號。{leave}"
            elif t.alias:
                html = f"<div class=t>設定密碼與郵件別名</div>{head}<tr><td>雲端服務</td><td>使用中 (已於日前啟用)</td></tr><tr><td>信箱</td><td>{t.alias}@ntuh.gov.tw</td></tr></table>{leave}"
            else:
                html = f"""<div class=t>設定密碼與郵件別名</div><p>雲端服務帳號說明：<br>1. 雲端服務帳號為跨體系使用。<br>2. 服務於設定完成隔日生效。</p>{head}<tr><td>雲端服務帳號 (電子郵件名稱)</td><td><input id=mname maxlength=64>@ntuh.gov.tw　名稱長度限64字元內</td></tr>{two}</table>
<p><input type=button value="取消啟用" onclick="cancel()">　<input type=button value="啟用雲端服務" onclick="fin()">　服務於設定完成隔日生效"""
            return self.xml(0, "", html=html)
        if f"account:{visit['sid']}" not in t.sessions:
            return self.xml(9, "請重新驗證身分")
        if request.path == "/xquit.asp":
            t.sessions.discard(f"account:{visit['sid']}")
            t.counts["sign_out_account"] += 1
            del self.visits[cookie]
            return self.xml(0)
        if request.path == "/xfin.asp":
            name, one = request.get("mname"), request.get("cpw")
            if visit["for"] == "N" and t.alias:
                return self.xml(1, "您已有雲端服務帳號，不能再啟用一次")
            if visit["for"] == "N" and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{1,63}", name):
                return self.xml(1, "名稱不合規定(限英文、數字、點、底線、減號)")
            if visit["for"] == "N" and name.lower() == "taken.name":
                return self.xml(1, "名稱已經有人用了，請換別的")
            if visit["for"] == "R" and not t.alias:
                return self.xml(1, "尚未啟用")
            if one != request.get("cpw2"):
                return self.xml(1, "兩次密碼輸入不同")
            if len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search("[0-9]", one) or one == t.portal_password:
                return self.xml(1, "密碼不合規定(8碼以上英數，不可同Portal)")
            t.cloud_password = one
            leave = '<p><a href="javascript:quit()">離開系統</a></p>'
            if visit["for"] == "R":
                return self.xml(0, "重置完成", html=f"<div class=t>重置完成</div>雲端服務密碼已重新設定。{leave}")
            t.alias = name
            t.counts["activated"] += 1
            return self.xml(0, "啟用完成！", html=f"<div class=t>啟用完成</div>您的電子郵件為 <b>{name}@ntuh.gov.tw</b>，明天起可以使用。{leave}")
        return self.xml(9, "操作順序錯誤")

    # -------------------------------------------------------------------- mail
    def mail(self, request: Request) -> Response:
        t = self.truth
        sid = request.cookies.get("ASPSESSIONIDWML", "")
        known = f"mail:{sid}" in t.sessions
        if request.path == "/vc.asp":
            return self.image("abcdefghjkmnpqrstuvwxy23456789", 5, request.query.get("n", ""))
        if request.path == "/" and known:
            return self.html("收信匣", f"<div class=t>{t.alias}@ntuh.gov.tw　收信匣　<a href='javascript:bye()' style='color:yellow'>登出</a></div><table border=1 width=100%><tr><td>寄件者<td>主旨<tr><td>資訊室<td>信箱啟用</table>",
                             "function bye() { if (confirm('要離開信箱嗎?')) xhr('xout.asp', {x: 1}, function () { location.href = '/'; }); }")
        if request.path == "/":
            return self.html("電子信箱", """<center><p><table cellpadding=4><tr><td>帳號:</td><td><input id=u></td></tr><tr><td>密碼:</td><td><input id=w type=password></td></tr>
<tr><td>驗證碼(小寫字母或數字):</td><td><input id=c size=7 maxlength=5> <img id=ic align=absmiddle onclick="pic()"></td></tr><tr><td></td><td><input type=checkbox id=r> 記住登入資訊 (公用電腦請勿勾選)</td></tr><tr><td></td><td><input type=button value="登入" onclick="go()"></td></tr></table>
<p>公佈欄<br>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</center>""", """
var n = 0;
function pic() { n = new Date().getTime(); el('ic').src = 'vc.asp?n=' + n; el('c').value = ''; }
function go() { xhr('xin.asp', {u: v('u'), w: v('w'), c: v('c'), n: n, r: el('r').checked ? 1 : 0}, function (ok, msg) { if (ok) location.href = '/?t=' + n; else { alert(msg); pic(); } }); }
window.onload = pic;""")
        if request.path == "/xin.asp" and request.method == "POST":
            self.takes(request, u="mail_account", w="mail_password", c="captcha")
            if self.stale(request) or not self.right_picture(request.get("n"), request.get("c"), False):
                return self.xml(1, "圖片內容輸入錯誤")
            if not t.alias or request.get("u").replace("@ntuh.gov.tw", "") != t.alias or request.get("w") != t.cloud_password:
                return self.xml(1, "登入不成功")
            sid = self.number()
            t.sessions.add(f"mail:{sid}")
            t.counts["mail_sign_in"] += 1
            answer = self.xml(0)
            answer.headers.append(("Set-Cookie", f"ASPSESSIONIDWML={sid}; path=/"))
            return answer
        if request.path == "/xout.asp" and request.method == "POST":
            self.takes(request)
            if known and not self.stale(request):
                t.sessions.discard(f"mail:{sid}")
                t.counts["sign_out_mail"] += 1
            return self.xml(0)
        return Response("HTTP 404", 404)

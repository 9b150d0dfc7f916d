from __future__ import annotations

import re
import secrets
import time
from html import escape

from truth import Request, Response, Site, picture, redirect

SHIM = """/* ntuh mobile loader, based on jqm 1.1.0 */
(function(){
 function pages(){var a=[],d=document.getElementsByTagName('div');
  for(var i=0;i<d.length;i++){var r=d[i].getAttribute('data-role');if(r=='page'||r=='dialog')a.push(d[i]);}return a;}
 function show(){var p=pages(),h=location.hash.replace('#',''),hit=null;
  for(var i=0;i<p.length;i++)if(p[i].id==h)hit=p[i];
  hit=hit||p[0];for(i=0;i<p.length;i++)p[i].style.display=(p[i]==hit)?'block':'none';}
 window.onhashchange=show;
 if(document.addEventListener)document.addEventListener('DOMContentLoaded',show);else window.onload=show;
})();"""
CSS = """body{font-family:Helvetica,'微軟正黑體';margin:0;background:#eee}
[data-role=header]{background:#456f9a;color:#fff;padding:6px;text-align:center}[data-role=content]{padding:12px}
ul[data-role=listview] li{background:#fff;border:1px solid #ccc;list-style:none;padding:9px}
[data-role=footer]{font-size:11px;text-align:center;color:#777}.err{color:#b00;font-weight:bold}.note{color:#060}"""


def doc(title: str, *sections: str) -> Response:
    return Response(f"""<!DOCTYPE html>
<html lang="zh-TW"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/lib/jqm-1.1.0.css"><script src="/lib/jqm-1.1.0.js"></script>
</head><body>
{chr(10).join(sections)}
</body></html>""")


def page(pid: str, head: str, content: str, left: str = "", right: str = "", role: str = "page", theme: str = "b") -> str:
    return f"""<div data-role="{role}" id="{pid}" data-theme="c">
 <div data-role="header" data-theme="{theme}">{left}<h1>{head}</h1>{right}</div>
 <div data-role="content">
{content}
 </div>
 <div data-role="footer" data-position="fixed"><h4>台大醫院行動版 &copy; 2012 NTUH Mobile</h4></div>
</div>"""


def row(name: str, label: str, kind: str = "text", value: str = "", more: str = "", tail: str = "") -> str:
    return (f'  <div data-role="fieldcontain"><label for="{name}">{label}</label>\n'
            f'   <input type="{kind}" name="{name}" id="{name}" value="{escape(value)}" {more} data-mini="true">{tail}</div>\n')


class TheSite(Site):
    title = "jquerymobile_2012"

    def __init__(self) -> None:
        super().__init__()
        self.pics: dict[str, str] = {}
        self.people: dict[str, float] = {}
        self.onetime: set[str] = set()
        self.proofs: dict[str, dict] = {}
        self.boxes: set[str] = set()

    # ------------------------------------------------------------ bits
    def lib(self, q: Request) -> Response | None:
        if q.path == "/lib/jqm-1.1.0.js":
            return Response(SHIM, kind="application/javascript; charset=utf-8")
        if q.path == "/lib/jqm-1.1.0.css":
            return Response(CSS, kind="text/css; charset=utf-8")
        if q.path == "/favicon.ico":
            return Response("", 404)
        return None

    def ticket(self) -> str:
        t = secrets.token_hex(5)
        self.onetime.add(t)
        return t

    def spend(self, t: str) -> bool:
        if t in self.onetime:
            self.onetime.remove(t)
            return True
        return False

    def picture_ok(self, key: str, typed: str) -> bool:
        want = self.pics.pop(key, "")
        good = bool(want) and want == self.truth.captcha and typed.strip().upper() == want.upper()
        if want and want == self.truth.captcha:
            self.truth.captcha = ""
        return good

    # ------------------------------------------------------------ portal
    def portal(self, q: Request) -> Response:
        served = self.lib(q)
        if served:
            return served
        if q.path == "/":
            return redirect("/m/index")
        if q.path == "/m/index":
            return self.login_doc()
        if q.path == "/m/vcode":
            key = q.query.get("k", "")
            if key not in self.pics:
                return Response("", 404)
            self.pics[key] = self.truth.new_captcha()
            return Response(picture(self.pics[key]), kind="image/gif", headers=[("Cache-Control", "no-store")])
        if q.path == "/m/signin" and q.method == "POST":
            self.takes(q, hosp="campus", uid="employee_id", pwd="portal_password", vcode="captcha")
            if q.get("k") not in self.pics:
                return self.login_doc("畫面已逾時，請重新輸入。")
            if not self.picture_ok(q.get("k"), q.get("vcode")):
                self.truth.counts["sign_in_refused"] += 1
                return self.login_doc("圖形碼不符，請依新圖重新輸入。", q.get("uid"))
            if q.get("hosp") not in ("T0", "T2", "T3", "T4", "T5", "Y0"):
                return self.login_doc("請選擇院區。", q.get("uid"))
            if q.get("hosp") != "T0" or q.get("uid") != self.truth.person.employee_id or q.get("pwd") != self.truth.portal_password:
                self.truth.counts["sign_in_refused"] += 1
                return self.login_doc("帳號或密碼有誤，無法登入。", q.get("uid"))
            sid = secrets.token_hex(16)
            self.people[sid] = time.time()
            self.truth.sessions.add("portal:" + sid)
            self.truth.counts["sign_in"] += 1
            return redirect(f"/m/home?SESSION={sid}", ("Set-Cookie", f"NTUHM={sid}; Path=/"))
        sid = q.query.get("SESSION", "") or q.cookies.get("NTUHM", "")
        if q.path == "/m/logout":
            if sid in self.people:
                del self.people[sid]
                self.truth.sessions.discard("portal:" + sid)
                self.truth.counts["sign_out_portal"] += 1
            return doc("已登出", page("bye", "已登出", '<p>您已安全登出，感謝使用。</p><a href="/m/index" data-role="button" data-ajax="false">回首頁</a>'))
        if q.path == "/m/home":
            if sid not in self.people:
                return self.login_doc("連線逾時，請重新登入。")
            return self.home_doc(sid)
        return Response("Not Found", 404)

    def login_doc(self, err: str = "", uid: str = "") -> Response:
        key = secrets.token_hex(6)
        self.pics[key] = ""
        msg = f'<div class="ui-body ui-body-e err" role="alert">{err}</div>' if err else ""
        opts = "".join(f'<option value="{v}">{n}</option>' for v, n in
                       (("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("T4", "新竹分院"), ("T5", "竹東分院"), ("Y0", "雲林分院")))
        body = f"""{msg}<form action="/m/signin" method="post" data-ajax="false" id="fmLogin">
  <input type="hidden" name="k" value="{key}">
  <div data-role="fieldcontain"><label for="hosp" class="select">院區</label>
   <select name="hosp" id="hosp" data-native-menu="false" data-icon="arrow-d">{opts}</select></div>
""" + row("uid", "帳號", value=uid, more='maxlength="6" pattern="[0-9]*" placeholder="員工編號6碼"') + row(
            "pwd", "密碼", "password", more='autocomplete="off"') + row("vcode", "驗證碼 <small>(不用區分大小寫)</small>", more='maxlength="6" autocapitalize="off"') + f"""
  <p style="text-align:center"><img src="/m/vcode?k={key}" alt="code" width="120" height="36">
   <a href="/m/index" data-role="button" data-inline="true" data-icon="refresh" data-mini="true" data-ajax="false">換一張</a></p>
  <input type="submit" value="登 入" data-theme="b" data-icon="check">
</form>
<div data-role="navbar"><ul><li><a href="#tel">聯絡電話</a></li><li><a href="#about">關於</a></li></ul></div>"""
        return doc("登入 - NTUH PORTAL 行動版",
                   page("login", "NTUH PORTAL", body, right='<a href="#about" data-icon="info" data-iconpos="notext" class="ui-btn-right">Info</a>'),
                   page("tel", "聯絡電話", "<p>資訊室分機 261120，請告知『請協助重設PORTAL登入密碼』。</p>", '<a href="#login" data-rel="back" data-icon="back">返回</a>'),
                   page("about", "關於", "<p>帳號：6位數數字。預設為身分證號（英文字母大寫）。</p>", role="dialog"))

    def home_doc(self, sid: str) -> Response:
        base, s = self.urls["inner"], f"?SESSION={sid}"
        out = f'<a href="/m/logout{s}" data-icon="delete" class="ui-btn-right" data-ajax="false">登出</a>'
        menu = f"""<p>{self.truth.person.name} 您好!</p>
<ul data-role="listview" data-inset="true" data-filter="true" data-filter-placeholder="找功能...">
 <li data-role="list-divider">個人管理 <span class="ui-li-count">5</span></li>
 <li><a href="{base}/p/chpw{s}" data-ajax="false">更改密碼</a></li>
 <li><a href="#soon">個人簽章提醒設定</a></li>
 <li><a href="#soon">查詢員工連絡資料</a></li>
 <li><a href="{base}/p/contact{s}" data-ajax="false">維護個人連絡資料</a></li>
 <li><a href="#soon">流感同意書列印</a></li>
 <li data-role="list-divider">全院公告 <span class="ui-li-count">2</span></li>
 <li><a href="#news">2019/10/21 薪資所得免稅額申報表</a></li>
</ul>"""
        back = '<a href="#menu" data-rel="back" data-icon="back">返回</a>'
        return doc("功能選單", page("menu", "功能選單", menu, right=out),
                   page("soon", "尚未開放", "<p>行動版尚未提供，請改用電腦版。</p>", back),
                   page("news", "公告", "<p>請全院同仁填報「薪資所得免稅額申報表」。</p>", back))

    # ------------------------------------------------------------ inner
    def inner(self, q: Request) -> Response:
        served = self.lib(q)
        if served:
            return served
        sid = q.query.get("SESSION", "")
        if sid not in self.people:
            if q.method == "POST":
                self.takes(q, pw0="old_password", pw1="new_password", pw2="new_password_again", mtel="mobile_phone")
            return doc("逾時", page("to", "連線逾時", f'<p class="err">請重新登入。</p><a data-role="button" href="{self.urls["portal"]}/m/index">登入</a>'))
        if q.path == "/p/chpw":
            if q.method == "POST":
                return self.change(q, sid)
            return self.chpw_doc(sid)
        if q.path == "/p/contact":
            return self.contact(q, sid)
        return Response("Not Found", 404)

    def nav(self, sid: str) -> tuple[str, str]:
        u = self.urls["portal"]
        return (f'<a href="{u}/m/home?SESSION={sid}" data-icon="home" data-ajax="false">回功能選單</a>',
                f'<a href="{u}/m/logout?SESSION={sid}" data-icon="delete" data-ajax="false">登出系統</a>')

    def chpw_doc(self, sid: str, err: str = "") -> Response:
        left, right = self.nav(sid)
        body = (f'<p class="err">{err}</p>' if err else "") + f"""<form action="/p/chpw?SESSION={sid}" method="post" data-ajax="false">
<input type="hidden" name="tk" value="{self.ticket()}">
""" + row("pw0", "請輸入舊密碼：", "password") + row("pw1", "請輸入新密碼：", "password", more='maxlength="20"') + row(
            "pw2", "請再輸入新密碼：", "password", more='maxlength="20"') + """
<label>密碼強度檢核：</label><div id="meter" style="height:8px;background:#ddd"></div>
<div data-role="collapsible" data-collapsed="false" data-mini="true"><h3>密碼設定條件</h3>
<ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol></div>
<button type="submit" data-theme="b" name="go" value="1">送出變更</button></form>"""
        return doc("更改密碼", page("chpw", "更改密碼", body, left, right))

    def change(self, q: Request, sid: str) -> Response:
        self.takes(q, pw0="old_password", pw1="new_password", pw2="new_password_again")
        if not self.spend(q.get("tk")):
            return self.chpw_doc(sid, "表單已失效，請重新填寫。")
        new = q.get("pw1")
        err = ""
        if q.get("pw0") != self.truth.portal_password:
            err = "舊密碼輸入錯誤。"
        elif new != q.get("pw2"):
            err = "兩次輸入的新密碼不一致。"
        elif not 8 <= len(new) <= 20 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
            err = "新密碼不符合設定條件。"
        elif new == self.truth.portal_password:
            err = "新密碼不可與舊密碼相同。"
        if err:
            self.truth.counts["password_refused"] += 1
            return self.chpw_doc(sid, err)
        self.truth.portal_password = new
        self.truth.counts["password_changed"] += 1
        left, right = self.nav(sid)
        return doc("更改密碼", page("ok", "更改密碼", f'<div class="ui-body ui-body-d note"><p>您的密碼已變更完成，下次請以新密碼登入。</p></div>{left} {right}'))

    def contact(self, q: Request, sid: str) -> Response:
        keys = {"ensn": "english_surname", "engn": "english_given", "enmn": "english_middle",
                "otel": "office_phone", "htel": "home_phone", "mtel": "mobile_phone"}
        say, p = "", self.truth.person
        now = {k: self.truth.saved_contact.get(m, getattr(p, m)) for k, m in keys.items()}
        if q.method == "POST":
            self.takes(q, mtel="mobile_phone")
            now.update({k: q.get(k).strip() for k in keys})
            if not self.spend(q.get("tk")):
                say = '<p class="err">表單已失效，請重新填寫。</p>'
            elif any(not q.has(k) for k in keys):
                say = '<p class="err">資料不完整，未儲存。</p>'
            elif not re.fullmatch(r"09\d{8}", now["mtel"]):
                say = '<p class="err">行動電話須為09開頭之10碼數字。</p>'
            elif any(len(v) > 40 for v in now.values()):
                say = '<p class="err">欄位過長。</p>'
            else:
                self.truth.saved_contact = {m: now[k] for k, m in keys.items()}
                self.truth.counts["contact_saved"] += 1
                say = '<p class="note" role="status">連絡資料已更新！</p>'
        left, right = self.nav(sid)
        body = say + f"""<form action="/p/contact?SESSION={sid}" method="post" data-ajax="false">
<input type="hidden" name="tk" value="{self.ticket()}">
<div class="ui-grid-a"><div class="ui-block-a">員工編號：<b>{p.employee_id}</b></div><div class="ui-block-b">姓名：<b>{p.name}</b></div></div>
""" + row("ensn", "英文姓：", value=now["ensn"], tail="<small>ex:Chen(陳)</small>") + row(
            "engn", "英文首名：", value=now["engn"], tail="<small>ex: Yi-Fen(怡芬)</small>") + row(
            "enmn", "英文中名：", value=now["enmn"], tail="<small>ex:Mary 為英文別名，如無，可不填</small>") + row(
            "otel", "辦公室電話：", "tel", now["otel"], tail="<small>ex:61234或23123456</small>") + row(
            "htel", "住宅電話：", "tel", now["htel"], tail="<small>ex:0223123456</small>") + row(
            "mtel", "行動電話：", "tel", now["mtel"], 'maxlength="10"', "<small>ex:0952000000 (如離職或更換門號，請記得調整此欄位)</small>") + """
<input type="submit" value="異動儲存" data-theme="b" data-icon="check"></form>"""
        return doc("維護個人連絡資料", page("contact", "台大醫院---維護個人連絡資料", body, left, right))

    # ------------------------------------------------------------ account
    def account(self, q: Request) -> Response:
        served = self.lib(q)
        if served:
            return served
        if q.path == "/":
            return self.help_doc()
        if q.path in ("/verify/enable", "/verify/reset"):
            return self.verify(q, q.path.rsplit("/", 1)[1])
        who = q.cookies.get("HELPM", "")
        flow = self.proofs.get(who)
        if q.path == "/leave":
            if flow and flow.get("ok"):
                self.truth.sessions.discard("account:" + who)
                self.truth.counts["sign_out_account"] += 1
                del self.proofs[who]
            return redirect("/")
        if q.path in ("/set", "/reset"):
            if q.method == "POST" and not (flow and flow.get("ok")):
                self.takes(q, mailname="alias", cpw="cloud_password", cpw2="cloud_password_again", rpw="cloud_password", rpw2="cloud_password_again")
            if not flow or not flow.get("ok") or flow["goal"] != ("enable" if q.path == "/set" else "reset"):
                return redirect("/")
            return self.setup(q) if q.path == "/set" else self.reset(q)
        return Response("Not Found", 404)

    def help_doc(self) -> Response:
        body = """<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<div data-role="collapsible-set"><div data-role="collapsible" data-collapsed="false"><h3>《規範》</h3>
<p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用。</p>
<ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li>
<li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul></div>
<div data-role="collapsible"><h3>《常見問題與服務》</h3><p>密碼修改後多久可以生效？即時生效。</p>
<p>忘記密碼：請以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></div></div>
<a href="/verify/enable" data-role="button" data-theme="b" data-icon="star" data-ajax="false">啟用網路帳號及首次雲端帳號密碼設定</a>
<p><small>啟用本院微軟相關服務，如：Office365, Outlook...</small></p>
<a href="/verify/reset" data-role="button" data-icon="refresh" data-ajax="false">重置雲端服務密碼</a>
<a href="#vendor" data-role="button" data-icon="grid">總院廠商VPN展延申請</a>"""
        return doc("帳號服務", page("main", "NTUH 帳號服務", body),
                   page("vendor", "廠商VPN", "<p>請洽資訊室服務台。</p>", '<a href="#main" data-rel="back" data-icon="back">返回</a>'))

    def verify(self, q: Request, goal: str) -> Response:
        who = q.cookies.get("HELPM", "")
        flow = self.proofs.get(who)
        if q.method == "GET" or not flow or flow["goal"] != goal:
            if q.method == "POST":
                self.takes(q, acct="employee_id", otp="code", phone="registered_phone")
            who = secrets.token_hex(8)
            flow = self.proofs[who] = {"goal": goal, "code": "", "at": 0.0, "ok": False, "id": ""}
            answer = self.verify_doc(flow, "" if q.method == "GET" else "連線逾時，請重新操作。")
            answer.headers.append(("Set-Cookie", f"HELPM={who}; Path=/; HttpOnly"))
            return answer
        self.takes(q, acct="employee_id", otp="code", phone="registered_phone")
        if not self.spend(q.get("tk")):
            return self.verify_doc(flow, "表單已失效，請重新操作。")
        if q.has("phone"):
            if q.get("act") == "cancel":
                return self.verify_doc(flow)
            if not flow["id"] or q.get("phone") != self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone):
                return self.verify_doc(flow, "門號與登記資料不符，簡訊未發送。", "dialog")
            flow["code"], flow["at"] = self.truth.new_message(), time.time()
            return self.verify_doc(flow, first="sent")
        flow["id"] = q.get("acct").strip()
        if flow["id"] != self.truth.person.employee_id:
            return self.verify_doc(flow, "查無此網路帳號，請確認後再輸入。")
        if q.get("act") == "sms":
            return self.verify_doc(flow, first="dialog")
        if not flow["code"] or time.time() - flow["at"] > 120 or q.get("otp").strip() != flow["code"]:
            self.truth.counts["code_refused"] += 1
            return self.verify_doc(flow, "動態碼不正確或已超過時效。" if flow["code"] else "請先取得動態碼。")
        flow["ok"], flow["code"] = True, ""
        self.truth.counts["code_accepted"] += 1
        self.truth.sessions.add("account:" + who)
        return redirect("/set" if goal == "enable" else "/reset")

    def verify_doc(self, flow: dict, err: str = "", first: str = "") -> Response:
        act = "/verify/" + flow["goal"]
        head = "啟用網路帳號及首次雲端帳號密碼設定" if flow["goal"] == "enable" else "重置雲端服務密碼"
        warn = f'<p class="err">{err}</p>' if err else ""
        main = page("proof", head, f"""{warn if first != "dialog" else ""}
<div data-role="collapsible" data-collapsed="false"><h3>注意事項</h3><ul><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li>
<li>請輸入帳號與簡訊動態碼後按「下一步」。</li><li>如未申請MOTP服務請洽資訊服務台辦理(261120)。</li></ul></div>
<form action="{act}" method="post" data-ajax="false"><input type="hidden" name="tk" value="{self.ticket()}">
{row("acct", "網路帳號 / 主職員工編號", value=flow["id"], more='maxlength="6"')}
 <button type="submit" name="act" value="sms" data-inline="true" data-icon="arrow-r">發送簡訊動態碼</button>
{row("otp", "簡訊(或MOTP)動態碼", more='maxlength="8" autocomplete="off"')}
 <button type="submit" name="act" value="next" data-theme="b">下一步</button>
</form>""", '<a href="/" data-icon="home" data-ajax="false">首頁</a>')
        if first == "dialog":
            dialog = page("sms", "發送簡訊", f"""{warn}<form action="{act}" method="post" data-ajax="false">
<input type="hidden" name="tk" value="{self.ticket()}">
{row("phone", "請輸入帳號登記的手機門號(10碼)", "tel", more='maxlength="10"')}
<button type="submit" name="act" value="ok" data-theme="b">確定發送</button>
<a href="#proof" data-role="button" data-rel="back">取消</a></form>""", role="dialog")
            return doc(head, dialog, main)
        if first == "sent":
            return doc(head, page("sent", "動態碼簡訊發送成功", """<p class="note">成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p>
<a href="#proof" data-role="button" data-theme="b">確定</a>""", role="dialog"), main)
        return doc(head, main)

    def setup(self, q: Request) -> Response:
        t, p, err = self.truth, self.truth.person, ""
        leave = '<a href="/leave" data-icon="delete" class="ui-btn-right" data-ajax="false">離開</a>'
        if q.method == "POST":
            self.takes(q, mailname="alias", cpw="cloud_password", cpw2="cloud_password_again")
            name, pw = q.get("mailname").strip(), q.get("cpw")
            if not self.spend(q.get("tk")):
                err = "表單已失效，請重新填寫。"
            elif q.get("act") == "cancel":
                return redirect("/leave")
            elif t.alias:
                err = "本帳號先前已完成啟用，不得重複設定。"
            elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{2,63}", name):
                err = "名稱格式不符，限英文字母開頭、英數及 . _ - 。"
            elif name.lower() == "taken.name":
                err = "此名稱已有人使用，請另取名稱。"
            elif pw != q.get("cpw2"):
                err = "兩次雲端密碼不一致。"
            elif not 8 <= len(pw) <= 32 or not re.search("[A-Za-z]", pw) or not re.search("[0-9]", pw):
                err = "雲端密碼至少8碼，且需含英文及數字。"
            else:
                t.alias, t.cloud_password = name, pw
                t.counts["activated"] += 1
                return doc("完成", page("done", "設定完成", f'<p class="note">恭喜！雲端信箱 <b>{escape(name)}@ntuh.gov.tw</b> 已開通，明日起生效。</p><a href="/leave" data-role="button" data-ajax="false">離開</a>'))
        facts = f"""<ul data-role="listview" data-inset="true"><li>網路帳號 / 主職員工編號<p>{p.employee_id}</p></li><li>帳號姓名<p>{p.name}</p></li>
<li>主職單位<p>{p.unit}</p></li><li>有效期限<p>{p.valid_until}</p></li></ul>"""
        if t.alias and not err:
            return doc("設定密碼與郵件別名", page("set", "設定密碼與郵件別名", facts + f'<p>雲端服務帳號 (電子郵件名稱)：<b>{escape(t.alias)}@ntuh.gov.tw</b></p><p class="err">您的雲端服務已在使用中，無須再次啟用。</p>', right=leave))
        body = (f'<p class="err">{err}</p>' if err else "") + facts + f"""<form action="/set" method="post" data-ajax="false">
<input type="hidden" name="tk" value="{self.ticket()}">
{row("mailname", "雲端服務帳號 (電子郵件名稱)", value=q.get("mailname"), more='maxlength="64"', tail="<span>@ntuh.gov.tw 名稱長度限64字元內</span>")}
{row("cpw", "設定雲端服務密碼", "password")}{row("cpw2", "確認雲端服務密碼", "password")}
<fieldset class="ui-grid-a"><div class="ui-block-a"><button type="submit" name="act" value="cancel">取消啟用</button></div>
<div class="ui-block-b"><button type="submit" name="act" value="enable" data-theme="b">啟用雲端服務</button></div></fieldset>
<p>服務於設定完成隔日生效</p></form>"""
        return doc("設定密碼與郵件別名", page("set", "設定密碼與郵件別名", body, right=leave))

    def reset(self, q: Request) -> Response:
        err = ""
        if q.method == "POST":
            self.takes(q, rpw="cloud_password", rpw2="cloud_password_again")
            pw = q.get("rpw")
            if not self.spend(q.get("tk")):
                err = "表單已失效。"
            elif not self.truth.alias:
                err = "尚未啟用，請先【啟用網路帳號】。"
            elif pw != q.get("rpw2") or len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search("[0-9]", pw):
                err = "密碼不一致或不符規則。"
            else:
                self.truth.cloud_password = pw
                return doc("完成", page("done", "重置完成", '<p class="note">雲端密碼已重新設定。</p><a href="/leave" data-role="button" data-ajax="false">離開</a>'))
        return doc("重置雲端服務密碼", page("reset", "重置雲端服務密碼", f"""<p class="err">{err}</p><form action="/reset" method="post" data-ajax="false">
<input type="hidden" name="tk" value="{self.ticket()}">{row("rpw", "新雲端密碼", "password")}{row("rpw2", "再次輸入新雲端密碼", "password")}
<button type="submit" data-theme="b">確定重置</button></form>""", right='<a href="/leave" data-icon="delete" data-ajax="false">離開</a>'))

    # ------------------------------------------------------------ mail
    def mail(self, q: Request) -> Response:
        served = self.lib(q)
        if served:
            return served
        sid = q.cookies.get("MMAIL", "")
        if q.path == "/code.png" and q.query.get("k", "") in self.pics:
            self.pics[q.query["k"]] = self.truth.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5)
            return Response(picture(self.pics[q.query["k"]], "PNG"), kind="image/png")
        if q.path == "/":
            return redirect("/inbox") if sid in self.boxes else self.mail_doc()
        if q.path == "/enter" and q.method == "POST":
            self.takes(q, user="mail_account", code="captcha", **{"pass": "mail_password"})
            if q.get("k") not in self.pics:
                return self.mail_doc("畫面已過期")
            if not self.picture_ok(q.get("k"), q.get("code")):
                return self.mail_doc("驗證碼錯誤")
            if not self.truth.alias or q.get("user").split("@")[0].lower() != self.truth.alias.lower() or q.get("pass") != self.truth.cloud_password:
                return self.mail_doc("帳號或密碼錯誤")
            sid = secrets.token_hex(8)
            self.boxes.add(sid)
            self.truth.sessions.add("mail:" + sid)
            self.truth.counts["mail_sign_in"] += 1
            return redirect("/inbox", ("Set-Cookie", f"MMAIL={sid}; Path=/"))
        if q.path == "/exit":
            if sid in self.boxes:
                self.boxes.discard(sid)
                self.truth.sessions.discard("mail:" + sid)
                self.truth.counts["sign_out_mail"] += 1
            return redirect("/")
        if q.path == "/inbox" and sid in self.boxes:
            return doc("收件匣", page("inbox", "收件匣", f'<p>{escape(self.truth.alias)}@ntuh.gov.tw</p><ul data-role="listview"><li><a href="#m1">資訊室：歡迎使用電子信箱</a></li></ul>',
                       right='<a href="/exit" data-icon="delete" data-ajax="false">登出</a>'),
                       page("m1", "歡迎", "<p>您的信箱已可使用。</p>", '<a href="#inbox" data-rel="back">返回</a>'))
        return redirect("/")

    def mail_doc(self, err: str = "") -> Response:
        key = secrets.token_hex(6)
        self.pics[key] = ""
        return doc("電子信", page("mlogin", "NTUH Web Mail", (f'<p class="err">{err}</p>' if err else "") + f"""<form action="/enter" method="post" data-ajax="false">
<input type="hidden" name="k" value="{key}">
{row("user", "帳號:")}{row("pass", "密碼:", "password")}{row("code", "驗證碼(小寫字母或數字):", more='maxlength="5"')}<img src="/code.png?k={key}" alt="">
<fieldset data-role="controlgroup"><input type="checkbox" name="rem" id="rem" value="1"><label for="rem">記住登入資訊 (公用電腦請勿勾選)</label></fieldset>
<input type="submit" value="登入信箱" data-theme="b"></form>
<div data-role="collapsible"><h3>公佈欄</h3><p>※如無法登入，請先至下方網址變更密碼：<a href="{self.urls['account']}/">help</a></p></div>"""))

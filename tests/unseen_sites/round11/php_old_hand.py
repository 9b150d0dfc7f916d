"""PHP by old Mr. Hsu of room B1, who began with PHP 3, draws his buttons in Photoshop and prints what he has to say between two rules."""

from __future__ import annotations

import re
import secrets
import sys
import time
from html import escape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402

AREAS = ["總院區", "雲林分院", "新竹分院", "北護分院", "金山分院"]
GONE = "expires=Thu, 01-Jan-1970 00:00:01 GMT"


def top(name: str, color: str = "#FFFFF0") -> str:
    return f"<html>\n<head>\n<meta http-equiv=Content-Type content='text/html; charset=utf-8'>\n<title>{name}</title>\n</head>\n<body bgcolor={color} text=#333333 link=blue vlink=blue>\n"


def say(words: str, back: str, link: str, target: str = "") -> str:
    """die($msg): every message of these sites comes out of here."""
    return top("訊息") + f"<br><hr>\n{words}\n<hr>\n<a href='{back}'{' target=' + target if target else ''}>{link}</a>\n</body></html>"


def button(name: str, file: str, alt: str) -> str:
    return f"<input type=image name={name} src='img/{file}.gif' border=0 alt='{alt}' align=absmiddle>"


def pressed(r: Request, name: str) -> bool:
    """if (isset($_POST['name_x']))"""
    return r.has(f"{name}.x") and r.has(f"{name}.y") and r.get(f"{name}.x").isdigit()


class TheSite(Site):
    title = "PHP by an old hand: framesets, fonts, image buttons, plain words between rules"

    def __init__(self) -> None:
        super().__init__()
        self.nums: dict[str, str] = {}
        self.staff: dict[str, str] = {}
        self.help: dict[str, dict] = {}
        self.boxes: set[str] = set()

    def art(self, r: Request) -> Response | None:
        if "/img/" in r.path or r.path.endswith("/favicon.ico"):
            return Response(picture("", "GIF", (80, 24)), kind="image/gif")
        return None

    # ------------------------------------------------------------ portal
    def portal(self, r: Request) -> Response:
        t = self.truth
        sid = r.cookies.get("PHPSESSID", "")
        art = self.art(r)
        if art:
            return art
        page = r.path.removeprefix("/")
        if page in ("", "index.php"):
            cookie = [] if sid in self.nums else [("Set-Cookie", f"PHPSESSID={self.begin()}; path=/")]
            return Response("""<html><head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><title>台大醫院 PORTAL</title></head>
<frameset rows="70,*" border=0 frameborder=no>
<frame src="banner.php" name=banner scrolling=no noresize>
<frameset cols="190,*" border=0>
<frame src="news.php" name=news>
<frame src="login.php" name=body>
</frameset>
<noframes><body>您的瀏覽器不支援框架, 請按 <a href="login.php">這裡</a></body></noframes>
</frameset></html>""", headers=cookie)
        if page == "banner.php":
            return Response(top("banner", "#006633") + "<font color=white size=5 face=標楷體>台大醫院 醫療資訊系統</font>\n<form action=find.php method=get target=body><font color=white size=2>網頁搜尋</font> <input type=text name=kw size=10><input type=submit value=找></form></body></html>")
        if page == "news.php":
            return Response(top("news", "#E0F0E0") + "<font size=2><b>最新消息</b><br>‧2019/10/21 薪資所得免稅額申報<br>‧無法登入請撥 261120<p>您是第 1203377 位訪客</font></body></html>")
        if page == "find.php":
            self.takes(r)
            return Response(say("找不到您要的資料", "login.php", "回登入畫面"))
        if page == "login.php":
            cookie = []
            if sid not in self.nums:
                sid = self.begin()
                cookie = [("Set-Cookie", f"PHPSESSID={sid}; path=/")]
            options = "".join(f"<option>{a}\n" for a in AREAS)
            return Response(top("登入") + f"""<center><font size=4 color=#006633><b>登入本院PORTAL系統</b></font>
<form name=f action=login2.php method=post target=_top>
<table border=0 bgcolor=#DDEEDD cellpadding=5>
<tr><td align=right><font size=3>院　區</font></td><td><select name=area>
{options}</select></td></tr>
<tr><td align=right><font size=3>帳　號</font></td><td><input type=text name=xid size=12 maxlength=10></td></tr>
<tr><td align=right><font size=3>密　碼</font></td><td><input type=password name=xpw size=12></td></tr>
<tr><td align=right><font size=3>驗證碼</font></td><td><input type=text name=chkno size=8 maxlength=6> <img src="chkpic.php?{secrets.randbelow(99999)}" width=120 height=36 align=absmiddle><br><font size=1 color=gray>(不用區分大小寫)</font></td></tr>
<tr><td colspan=2 align=center>{button('go', 'b_login', '登入')} &nbsp; <a href="javascript:document.f.reset()"><img src=img/b_clear.gif border=0 alt="清除"></a></td></tr>
</table></form></center></body></html>""", headers=cookie)
        if page == "chkpic.php":
            self.nums[sid] = t.new_captcha()
            return Response(picture(t.captcha, "PNG"), kind="image/png")
        if page == "login2.php":
            return self.login2(r, sid)
        if sid not in self.staff:
            if r.method == "POST":
                self.takes(r)
            return Response(say("<font color=red>請先登入!</font>", "index.php", "登入畫面", "_top"))
        if page == "main.php":
            return Response("""<html><head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><title>台大醫院 PORTAL</title></head>
<frameset rows="50,*" border=0><frame src="top.php" name=top1 scrolling=no>
<frameset cols="210,*"><frame src="menu.php" name=menu><frame src="right.php" name=right></frameset></frameset></html>""")
        if page == "top.php":
            return Response(top("top", "#006633") + f"<table width=100%><tr><td><font color=white>{t.person.name} 您好!</font></td><td align=right><a href=bye.php target=_top><img src=img/b_exit.gif border=0 alt='登出系統'></a></td></tr></table></body></html>")
        if page == "menu.php":
            return self.menu(sid)
        if page == "right.php":
            return Response(top("right") + "<font color=#006633 size=4>全院公告</font><ul><li>2019/10/21 請全院同仁填報「薪資所得免稅額申報表」<li>2018/12/13 Portal 首頁改版</ul>總院差勤待簽 0 未核准 0 被駁回 0</body></html>")
        if page == "chpw.php":
            return Response(top("更改密碼") + f"""<font size=4 color=#006633><b>更改密碼</b></font>
<form action=chpw2.php method=post><input type=hidden name=xid value={t.person.employee_id}><input type=hidden name=sno value={self.staff[sid]}>
<table border=1 bordercolor=#99CC99 cellspacing=0 cellpadding=4>
<tr><td><font size=3>請輸入舊密碼：</font></td><td><input type=password name=pw0></td></tr>
<tr><td><font size=3>請輸入新密碼：</font></td><td><input type=password name=pw1 maxlength=20></td></tr>
<tr><td><font size=3>請再輸入新密碼：</font></td><td><input type=password name=pw2 maxlength=20></td></tr></table>
{button('ok', 'b_ok', '確定')}</form>
<font size=2 color=red>密碼設定條件：<br>1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字</font>
<p><a href=main.php target=_top>回功能選單</a> <a href=bye.php target=_top>登出系統</a></body></html>""")
        if page == "chpw2.php":
            return self.chpw2(r, sid)
        if page == "bye.php":
            self.staff.pop(sid)
            self.nums.pop(sid, None)
            t.sessions.discard(f"portal:{sid}")
            t.counts["sign_out_portal"] += 1
            return Response(say("您已經登出了, 再見", "index.php", "回首頁", "_top"), headers=[("Set-Cookie", f"PHPSESSID=; path=/; {GONE}")])
        return Response(say("這個功能還沒做好", "main.php", "回功能選單", "_top"))

    def begin(self) -> str:
        sid = secrets.token_hex(16)
        self.nums[sid] = ""
        return sid

    def login2(self, r: Request, sid: str) -> Response:
        self.takes(r, area="campus", xid="employee_id", xpw="portal_password", chkno="captcha")
        t = self.truth
        if r.method != "POST" or not pressed(r, "go"):
            return redirect("index.php")
        wanted, self.nums[sid] = self.nums.get(sid, ""), ""
        if not wanted or wanted != t.captcha or r.get("chkno").strip().upper() != wanted:
            t.counts["sign_in_refused"] += 1
            return Response(say("<font color=red size=4>圖片上的號碼打錯了</font>", "index.php", "重新登入", "_top"))
        if r.get("area") != AREAS[0] or r.get("xid").strip() != t.person.employee_id or r.get("xpw") != t.portal_password:
            t.counts["sign_in_refused"] += 1
            return Response(say("<font color=red size=4>帳號或密碼有錯, 不能登入</font>", "index.php", "重新登入", "_top"))
        self.nums.pop(sid)
        new = secrets.token_hex(16)
        self.staff[new] = secrets.token_hex(4)
        t.sessions.add(f"portal:{new}")
        t.counts["sign_in"] += 1
        return Response("<html><head><meta http-equiv=refresh content='1;url=main.php'></head><body><font color=green>登入中, 請等一下...</font></body></html>", headers=[("Set-Cookie", f"PHPSESSID={new}; path=/")])

    def menu(self, sid: str) -> Response:
        rows = [("更改密碼", "chpw.php"), ("個人簽章提醒設定", "m02.php"), ("薪資所得免稅額申報表", "m03.php"), ("員工待遇福利查詢", "m04.php"), ("查詢員工連絡資料", "m05.php"),
                ("維護個人連絡資料", f"{self.urls['inner']}/hr/addr.php?sess={sid}"), ("個人就醫紀錄查詢", "m07.php")]
        text = "".join(f"<img src=img/ball.gif> <a href='{u}' target=right><font size=2>{n}</font></a><br>\n" for n, u in rows)
        return Response(top("menu", "#E0F0E0") + f"<font size=3 color=#006633><b>個人管理</b></font><br>\n{text}</body></html>")

    def chpw2(self, r: Request, sid: str) -> Response:
        self.takes(r, pw0="old_password", pw1="new_password", pw2="new_password_again")
        t, new, word = self.truth, r.get("pw1"), ""
        if r.get("sno") != self.staff[sid] or r.get("xid") != t.person.employee_id or not pressed(r, "ok"):
            word = "資料傳送有問題, 請從選單重新進入"
        elif r.get("pw0") != t.portal_password:
            word = "舊密碼打錯了"
        elif new != r.get("pw2"):
            word = "新密碼打了兩次不一樣"
        elif not 8 <= len(new) <= 20 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
            word = "新密碼太簡單, 要8個字以上, 要有英文跟數字"
        elif new == t.portal_password:
            word = "新密碼跟舊密碼一樣, 請換一個"
        if word:
            t.counts["password_refused"] += 1
            return Response(say(f"<font color=red>{word}</font>", "chpw.php", "再改一次"))
        t.portal_password = new
        t.counts["password_changed"] += 1
        return Response(say("密碼改好了, 下次請用新的密碼進來", "main.php", "回功能選單", "_top"))

    # ------------------------------------------------------------ inner
    def inner(self, r: Request) -> Response:
        t, p, c = self.truth, self.truth.person, self.truth.saved_contact
        art = self.art(r)
        if art:
            return art
        if r.method == "POST":
            self.takes(r, tel_m="mobile_phone")
        sess = r.get("sess")
        if sess not in self.staff:
            return Response(say("<font color=red>請先登入!</font>", self.urls["portal"] + "/index.php", "登入畫面", "_top"))
        home = self.urls["portal"] + "/main.php"
        box = {"english_surname": "en_1", "english_given": "en_2", "english_middle": "en_3", "office_phone": "tel_o", "home_phone": "tel_h", "mobile_phone": "tel_m"}
        told = ""
        if r.path == "/hr/addr_w.php" and r.method == "POST":
            if not pressed(r, "save") or r.get("no") != p.employee_id or not all(r.has(n) for n in box.values()):
                return Response(say("<font color=red>資料不完整, 沒有存</font>", f"addr.php?sess={sess}", "回上一頁"))
            if not re.fullmatch("09[0-9]{8}", r.get("tel_m")):
                return Response(say("<font color=red>行動電話要10個數字, 沒有存</font>", f"addr.php?sess={sess}", "回上一頁"))
            for key, name in box.items():
                c[key] = r.get(name)
            t.counts["contact_saved"] += 1
            told = "<hr>\n已經幫您存好了\n<hr>"
        elif r.path != "/hr/addr.php":
            return Response("Not Found", 404)

        def put(key: str, size: int) -> str:
            return f"<input type=text name={box[key]} size={size} value=\"{escape(c.get(key, getattr(p, key)))}\">"

        return Response(top("維護個人連絡資料") + f"""{told}
<font size=4 color=#006633><b>台大醫院---維護個人連絡資料</b></font>
<form action=addr_w.php method=post>
<input type=hidden name=sess value={sess}><input type=hidden name=no value={p.employee_id}>
{button('save', 'b_save', '異動儲存')}
<table border=0 cellpadding=3>
<tr><td><font size=3>員工編號： {p.employee_id}</font><td><font size=3>姓名： {p.name}</font>
<tr><td align=right><font size=3>英文姓：</font><td>{put('english_surname', 12)} <font size=2>ex:Chen(陳)</font>
<tr><td align=right><font size=3>英文首名：</font><td>{put('english_given', 20)} <font size=2>ex: Yi-Fen(怡芬) (說明)</font>
<tr><td align=right><font size=3>英文中名：</font><td>{put('english_middle', 20)} <font size=2>ex:Mary 為英文別名，如無，可不填</font>
<tr><td align=right><font size=3>辦公室電話：</font><td>{put('office_phone', 12)} <font size=2>ex:61234或23123456</font>
<tr><td align=right><font size=3>住宅電話：</font><td>{put('home_phone', 12)} <font size=2>ex:0223123456</font>
<tr><td align=right><font size=3>行動電話：</font><td>{put('mobile_phone', 12)} <font size=2>ex:0952000000</font> <font size=2 color=red>(如離職或更換門號，請記得調整此欄位)</font>
</table></form><a href='{home}' target=_top>回功能選單</a></body></html>""")

    # ------------------------------------------------------------ account
    def account(self, r: Request) -> Response:
        t = self.truth
        art = self.art(r)
        if art:
            return art
        key = r.cookies.get("NETSESS", "")
        s = self.help.get(key)
        if r.method == "POST":
            self.takes(r, no="employee_id", hp="registered_phone", dcode="code", mname="alias", npw="cloud_password", npw1="cloud_password_again")
        page = r.path.removeprefix("/")
        if page in ("", "index.php"):
            return Response(top("網路帳號") + """<font size=5 color=navy face=標楷體>網路帳號服務</font><hr>
說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼<p>
<font color=maroon><b>《規範》</b></font><br>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<ul>
<li>使用本帳號發信、登入VPN等，依本院資安規定進行系統記錄，請勿借用或盜用。<li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同</ul>
<font color=maroon><b>《常見問題與服務》</b></font><ul><li>密碼修改後多久可以生效: 即時生效。<li>忘記密碼: 請用下方(重置雲端服務密碼)</ul>
<table border=2 cellpadding=8 bgcolor=#FFFFCC><tr><td><img src=img/hand.gif> <a href="step1.php?f=new"><font size=4>啟用網路帳號及首次雲端帳號密碼設定</font></a><br><font size=2>啟用本院微軟相關服務，如：Office365, Outlook...</font></td></tr>
<tr><td><img src=img/hand.gif> <a href="step1.php?f=pwd"><font size=4>重置雲端服務密碼</font></a><br><font size=2>重設非Portal帳號的密碼：Email, 無線網路, KM, TMS...</font></td></tr></table></body></html>""")
        if page == "step1.php" and r.query.get("f") in ("new", "pwd"):
            key = secrets.token_hex(12)
            self.help[key] = s = {"f": r.query["f"], "no": "", "sn": 0, "code": "", "at": 0.0, "ok": False}
            return self.step1(s, [("Set-Cookie", f"NETSESS={key}; path=/")])
        if s is None:
            return Response(say("<font color=red>請從首頁進來</font>", "index.php", "回首頁"))
        if page == "exit.php":
            if s["ok"]:
                t.sessions.discard(f"account:{key}")
                t.counts["sign_out_account"] += 1
            self.help.pop(key)
            return redirect("index.php", ("Set-Cookie", f"NETSESS=; path=/; {GONE}"))
        if page == "step1.php" and not s["ok"]:
            return self.step1(s)
        if page in ("step2.php", "tel.php") and r.method == "POST" and not s["ok"]:
            if r.get("sn") != str(s["sn"]):
                return Response(say("<font color=red>網頁過期了, 請重做</font>", "step1.php", "回上一頁"))
            return self.step2(r, key, s) if page == "step2.php" else self.tel(r, s)
        if page in ("mail.php", "mail2.php") and s["ok"] and s["f"] == "new":
            return self.name(r, s, page)
        if page in ("npw.php", "npw2.php") and s["ok"] and s["f"] == "pwd":
            return self.new_password(r, page)
        return Response(say("<font color=red>請從首頁進來</font>", "index.php", "回首頁"))

    def step1(self, s: dict, headers: list[tuple[str, str]] | None = None) -> Response:
        s["sn"] += 1
        name = "啟用網路帳號及首次雲端帳號密碼設定" if s["f"] == "new" else "重置雲端服務密碼"
        return Response(top("身分驗證") + f"""<font size=4 color=navy>進行身分驗證</font><br><font size=2>注意事項<br>
‧電子郵件別名第一次設定之後則不能修改，請慎重選擇。<br>‧按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<br>‧請輸入帳號與簡訊動態碼後按「下一步」。</font>
<form action=step2.php method=post><input type=hidden name=sn value={s['sn']}>
<table border=1 cellpadding=5><tr><td colspan=3 bgcolor=#CCCCFF align=center><b>{name}</b></td></tr>
<tr><td><font size=3>網路帳號 / 主職員工編號</font></td><td><input type=text name=no size=8 maxlength=6 value="{escape(s['no'])}"></td><td>{button('sms', 'b_sms', '發送簡訊動態碼')}</td></tr>
<tr><td><font size=3>簡訊(或MOTP)動態碼</font></td><td><input type=text name=dcode size=8 maxlength=6></td><td>&nbsp;</td></tr>
<tr><td colspan=3 align=right>{button('next', 'b_next', '下一步')}</td></tr></table></form>
<a href=index.php>回首頁</a></body></html>""", headers=headers or [])

    def ask(self, s: dict) -> Response:
        s["sn"] += 1
        return Response(top("手機門號", "#FFEEEE") + f"""<form action=tel.php method=post><input type=hidden name=sn value={s['sn']}>
<font size=3>請輸入帳號登記的手機門號(10碼)</font> <input type=text name=hp size=12 maxlength=10><p>
{button('send', 'b_send', '確定發送')} <a href=step1.php><img src=img/b_cancel.gif border=0 alt="取消"></a></form></body></html>""")

    def tel(self, r: Request, s: dict) -> Response:
        t = self.truth
        if not pressed(r, "send") or s["no"] != t.person.employee_id:
            return redirect("step1.php")
        if r.get("hp").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
            return Response(say("<font color=red>手機門號跟登記的不一樣</font>", "step1.php", "回上一頁"))
        s.update(code=t.new_message(), at=time.monotonic())
        return Response(say("<b>動態碼簡訊發送成功</b><br>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」", "step1.php", "確定"))

    def step2(self, r: Request, key: str, s: dict) -> Response:
        t = self.truth
        s["no"] = r.get("no").strip()
        if pressed(r, "sms"):
            if s["no"] != t.person.employee_id:
                return Response(say("<font color=red>沒有這個員工編號</font>", "step1.php", "回上一頁"))
            return self.ask(s)
        if not pressed(r, "next"):
            return redirect("step1.php")
        word = ""
        if s["no"] != t.person.employee_id or not s["code"] or r.get("dcode").strip() != s["code"]:
            word = "動態碼不對"
        elif time.monotonic() - s["at"] > 120:
            word = "動態碼超過2分鐘, 請重新發送"
        if word:
            t.counts["code_refused"] += 1
            return Response(say(f"<font color=red>{word}</font>", "step1.php", "回上一頁"))
        s.update(ok=True, code="")
        t.counts["code_accepted"] += 1
        t.sessions.add(f"account:{key}")
        return redirect("mail.php" if s["f"] == "new" else "npw.php")

    def name(self, r: Request, s: dict, page: str) -> Response:
        t, p = self.truth, self.truth.person
        if page == "mail2.php" and r.method == "POST":
            want = r.get("mname").strip()
            word = ""
            if pressed(r, "no"):
                return redirect("exit.php")
            if r.get("sn") != str(s["sn"]) or not pressed(r, "yes"):
                word = "網頁過期了, 請重做"
            elif t.alias:
                word = "您以前就啟用過了, 不能再改"
            elif not re.fullmatch("[a-zA-Z0-9][a-zA-Z0-9._-]{1,63}", want):
                word = "電子郵件名稱只能用英文數字跟 . - _"
            elif want.lower() == "taken.name":
                word = "這個名稱有人用了, 請換一個"
            if word:
                return Response(say(f"<font color=red>{word}</font>", "mail.php", "回上一頁"))
            t.alias, t.cloud_password = want, p.national_id
            t.counts["activated"] += 1
            return Response(say(f"<font size=4 color=green>{escape(want)}@ntuh.gov.tw 已經開好了, 明天就能用</font><br>第一次的密碼是您的身分證號(英文字母大寫), 請記得用「重置雲端服務密碼」換掉", "exit.php", "離開"))
        s["sn"] += 1
        rows = f"""<tr><td>網路帳號 / 主職員工編號</td><td>{p.employee_id}</td></tr>
<tr><td>帳號姓名</td><td>{p.name}</td></tr><tr><td>主職單位</td><td>{p.unit}</td></tr><tr><td>有效期限</td><td>{p.valid_until}</td></tr>"""
        if t.alias:
            rest = f"<tr><td>雲端服務帳號 (電子郵件名稱)</td><td>{escape(t.alias)}@ntuh.gov.tw</td></tr></table>\n<hr>\n您的雲端服務帳號以前就開好了, 名稱不能再改\n<hr>"
        else:
            rest = f"""<tr><td>雲端服務帳號<br>(電子郵件名稱)</td><td><input type=text name=mname size=24 maxlength=64>@ntuh.gov.tw<br><font size=2>名稱長度限64字元內</font></td></tr></table>
{button('no', 'b_no', '取消啟用')} {button('yes', 'b_yes', '啟用雲端服務')}<br><font size=2 color=red>服務於設定完成隔日生效</font>"""
        return Response(top("設定密碼與郵件別名") + f"""<font size=4 color=navy>設定密碼與郵件別名</font><br>雲端服務帳號說明：<br>1. 雲端服務帳號為跨體系使用。<br>2. 服務於設定完成隔日生效。
<form action=mail2.php method=post><input type=hidden name=sn value={s['sn']}><table border=1 cellpadding=5>
{rows}
{rest}</form><a href=exit.php>離開</a></body></html>""")

    def new_password(self, r: Request, page: str) -> Response:
        t = self.truth
        if not t.alias:
            return Response(say("您還沒有啟用雲端服務", "exit.php", "離開"))
        if page == "npw2.php" and r.method == "POST":
            pw = r.get("npw")
            if not pressed(r, "ok") or pw != r.get("npw1") or len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search("[0-9]", pw):
                return Response(say("<font color=red>密碼兩次不一樣, 或是太簡單(要8個字以上, 要有英文跟數字)</font>", "npw.php", "回上一頁"))
            t.cloud_password = pw
            return Response(say("雲端服務密碼換好了", "exit.php", "離開"))
        return Response(top("重置雲端服務密碼") + f"""<font size=4 color=navy>重置雲端服務密碼</font><form action=npw2.php method=post><table border=1>
<tr><td>新密碼</td><td><input type=password name=npw></td></tr><tr><td>再打一次新密碼</td><td><input type=password name=npw1></td></tr></table>{button('ok', 'b_ok', '確定')}</form><a href=exit.php>離開</a></body></html>""")

    # ------------------------------------------------------------ webmail
    def mail(self, r: Request) -> Response:
        t = self.truth
        art = self.art(r)
        if art:
            return art
        key = r.cookies.get("WMSESS", "")
        page = r.path.removeprefix("/")
        if page == "chkpic.php":
            self.nums["m" + key] = t.new_captcha("abcdefhkmnprstuvwxyz23456789", 4)
            return Response(picture(t.captcha, "GIF", (80, 34)), kind="image/gif")
        if page == "mlogin.php":
            self.takes(r, acct="mail_account", chkno="captcha", **{"pass": "mail_password"})
            wanted = self.nums.pop("m" + key, "")
            word = ""
            if not pressed(r, "go"):
                return redirect("index.php")
            if not wanted or wanted != t.captcha or r.get("chkno").strip() != wanted:
                word = "驗證碼打錯了"
            elif not t.alias or r.get("acct").strip().lower().removesuffix("@ntuh.gov.tw") != t.alias.lower() or r.get("pass") != t.cloud_password:
                word = "帳號或密碼有錯"
            if word:
                return Response(say(f"<font color=red>{word}</font>", "index.php", "重新登入"))
            new = secrets.token_hex(12)
            self.boxes.add(new)
            t.sessions.add(f"mail:{new}")
            t.counts["mail_sign_in"] += 1
            return redirect("mbox.php", ("Set-Cookie", f"WMSESS={new}; path=/"))
        if page == "mbox.php" and key in self.boxes:
            return Response(top("收信") + f"<font color=navy>{escape(t.alias)}@ntuh.gov.tw 的收件匣</font> <a href=mbye.php><img src=img/b_exit.gif border=0 alt='登出'></a><table border=1 width=90%><tr bgcolor=#CCCCFF><td>寄件人<td>主旨<td>日期<tr><td>資訊室<td>歡迎使用<td>11/30</table></body></html>")
        if page == "mbye.php" and key in self.boxes:
            self.boxes.discard(key)
            t.sessions.discard(f"mail:{key}")
            t.counts["sign_out_mail"] += 1
            return Response(say("信箱已登出", "index.php", "回登入畫面"), headers=[("Set-Cookie", f"WMSESS=; path=/; {GONE}")])
        if page not in ("", "index.php"):
            return redirect("index.php")
        headers = [] if key else [("Set-Cookie", f"WMSESS={secrets.token_hex(12)}; path=/")]
        return Response(top("電子郵件") + f"""<center><font size=5 color=navy>電子郵件</font><form action=mlogin.php method=post><table border=0>
<tr><td><font size=3>帳號:</font></td><td><input type=text name=acct size=20></td></tr>
<tr><td><font size=3>密碼:</font></td><td><input type=password name=pass size=20></td></tr>
<tr><td><font size=3>驗證碼(小寫字母或數字):</font></td><td><input type=text name=chkno size=6 maxlength=4> <img src="chkpic.php?{secrets.randbelow(99999)}" align=absmiddle></td></tr>
<tr><td></td><td><input type=checkbox name=rem value=Y><font size=2>記住登入資訊 (公用電腦請勿勾選)</font></td></tr>
<tr><td colspan=2 align=center>{button('go', 'b_login', '登入')}</td></tr></table></form></center>
<hr><font color=maroon>公佈欄</font><br>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<br>※如無法登入，請先至下方網址變更密碼，謝謝：<br><a href='{self.urls['account']}/'>https://help.ntuh.gov.tw/</a></body></html>""", headers=headers)

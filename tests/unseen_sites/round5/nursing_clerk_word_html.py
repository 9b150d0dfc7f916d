"""Pages saved from a word processor by a ward clerk and patched by hand until PHP could answer them; Big5."""

from __future__ import annotations

import re
import secrets
import sys
import time
from html import escape
from pathlib import Path

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402

HEAD = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head>
<meta http-equiv=Content-Type content="text/html; charset=big5">
<meta name=ProgId content=Word.Document>
<meta name=Generator content="Microsoft Word 11">
<title>%s</title>
<!--[if gte mso 9]><xml><o:DocumentProperties><o:Author>9B護理站</o:Author><o:Revision>37</o:Revision></o:DocumentProperties></xml><![endif]-->
<style>
<!--
 p.MsoNormal, li.MsoNormal {mso-style-parent:""; margin:0cm; mso-pagination:none; font-size:12.0pt; font-family:"Times New Roman"; mso-fareast-font-family:新細明體; mso-font-kerning:1.0pt;}
 @page Section1 {size:595.3pt 841.9pt; mso-header-margin:42.55pt;}
-->
</style>
</head>
<body lang=ZH-TW style='tab-interval:24.0pt;text-justify-trim:punctuation'>
<div class=Section1 style='layout-grid:18.0pt'>
"""


def mso(text: str, more: str = "") -> str:
    return f"<p class=MsoNormal {more}><span style='font-family:新細明體;mso-ascii-font-family:\"Times New Roman\"'>{text}</span><span lang=EN-US><o:p></o:p></span></p>\n"


def row(label: str, control: str, hint: str = "") -> str:
    return (
        f"<tr style='mso-yfti-irow:1'><td width=190 valign=top style='width:142.1pt;border:solid windowtext 1.0pt;mso-border-alt:solid windowtext .5pt;padding:0cm 5.4pt 0cm 5.4pt'>{mso(label)}</td>"
        f"<td valign=top style='border:solid windowtext 1.0pt'><p class=MsoNormal><span lang=EN-US>{control}</span><font size=2 color=gray>{hint}</font><o:p></o:p></p></td></tr>\n"
    )


TABLE = "<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0 style='border-collapse:collapse;mso-yfti-tbllook:480'>\n"


class TheSite(Site):
    title = "nursing_clerk_word_html"
    charset = "cp950"

    def __init__(self) -> None:
        super().__init__()
        self.slips: dict[str, str] = {}
        self.portal_in: set[str] = set()
        self.proved: dict[str, str] = {}
        self.mail_in: set[str] = set()
        self.asked: dict[str, tuple[str, float]] = {}

    def doc(self, title: str, body: str, say: str = "") -> Response:
        told = f"<p class=MsoNormal align=center><b><font color=red face=標楷體>{say}</font></b></p>\n" if say else ""
        return Response(HEAD % title + told + body + "\n<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p></div></body></html>", kind="text/html; charset=big5")

    def slip(self, what: str) -> str:
        token = secrets.token_hex(10)
        self.slips[token] = what
        return f"<input type=hidden name=slip value={token}>"

    def stale(self, r: Request, what: str) -> bool:
        return self.slips.pop(r.get("slip"), "") != what

    def old(self) -> Response:
        return self.doc("過期", mso("這一頁已過期，請回上一頁重新整理後再填一次。"))

    # ---- portal
    def portal(self, r: Request) -> Response:
        t, say = self.truth, ""
        if r.path == "/pic.php":
            return Response(picture(t.new_captcha()), kind="image/gif", headers=[("Cache-Control", "no-cache")])
        sid = r.query.get("SESSION", "")
        inside = sid in self.portal_in and r.cookies.get("PHPSESSID") == sid
        if r.path == "/menu.php" and inside:
            link = self.urls["inner"]
            return self.doc("功能選單", f"""{mso(f"<b><font size=5 color=navy>醫療資訊系統</font></b>　您好! {t.person.name}", "align=center")}
{mso("<b>個人管理</b>")}
<ul type=disc><li class=MsoNormal><a href="{link}/gaimima.php?SESSION={sid}"><span style='mso-bidi-font-size:12.0pt'>更改密碼</span></a>
<li class=MsoNormal><a href="#">個人簽章提醒設定</a>
<li class=MsoNormal><a href="#">查詢員工連絡資料</a>
<li class=MsoNormal><a href="{link}/lianluo.php?SESSION={sid}"><font face=新細明體>維護個人連絡資料</font></a></ul>
{mso(f"<a href='bye.php?SESSION={sid}'>登出系統</a>")}""")
        if r.path == "/bye.php" and inside:
            self.portal_in.discard(sid)
            t.sessions.discard("portal:" + sid)
            t.counts["sign_out_portal"] += 1
            return self.doc("再見", mso("您已登出。<a href='/index.php'>重新登入</a>"))
        if r.path != "/index.php":
            return redirect("/index.php")
        if r.method == "POST":
            self.takes(r, yuanqu="campus", bianhao="employee_id", mima="portal_password", yanzheng="captcha")
            if self.stale(r, "door"):
                return self.old()
            want, t.captcha = t.captcha, ""
            if r.get("yuanqu") not in ("1", "2", "3"):
                say = "請選院區"
            elif not want or r.get("yanzheng").strip().upper() != want:
                say = "驗證碼打錯了，請看新的圖再打一次"
            elif r.get("bianhao").strip() != t.person.employee_id or r.get("mima") != t.portal_password:
                say = "帳號或密碼錯誤，請重打"
            else:
                sid = secrets.token_hex(16)
                self.portal_in.add(sid)
                t.sessions.add("portal:" + sid)
                t.counts["sign_in"] += 1
                answer = self.doc("登入中", f"<script>location.href='menu.php?SESSION={sid}';</script>" + mso(f"登入成功，<a href='menu.php?SESSION={sid}'>沒有自動跳頁請按這裡</a>"))
                answer.headers.append(("Set-Cookie", f"PHPSESSID={sid}; path=/"))
                return answer
            t.counts["sign_in_refused"] += 1
        return self.doc("登入", f"""{mso("<b><font size=6 face=標楷體>台大醫院 醫療資訊系統</font></b>", "align=center")}
<FORM METHOD=POST ACTION="index.php" name=f1>{self.slip("door")}{TABLE}
{row("院區", "<select name=yuanqu><option value=1 selected>總院區<option value=2>北護<option value=3>雲林</select>")}
{row("帳號", "<input type=text name=bianhao size=12 maxlength=6>")}
{row("密碼", "<input type=password name=mima size=16>")}
{row("驗證碼", f"<input type=text name=yanzheng size=8 maxlength=6> <img src='pic.php?r={secrets.token_hex(3)}' border=0>", "(不用區分大小寫)")}
</table><p class=MsoNormal><input type=submit value="登入系統"> <input type=reset value="清除"></p></FORM>""", say)

    # ---- inner
    def inner(self, r: Request) -> Response:
        t, say = self.truth, ""
        sid = r.query.get("SESSION", "")
        if sid not in self.portal_in:
            return redirect(self.urls["portal"] + "/index.php")
        back = mso(f"<a href='{self.urls['portal']}/menu.php?SESSION={sid}'><u>回功能選單</u></a>")
        if r.path == "/gaimima.php":
            if r.method == "POST":
                self.takes(r, p0="old_password", p1="new_password", p2="new_password_again")
                if self.stale(r, "pw" + sid):
                    return self.old()
                new = r.get("p1")
                if r.get("p0") != t.portal_password:
                    say = "舊密碼不對，沒有更改"
                elif new != r.get("p2"):
                    say = "兩次新密碼打的不一樣，沒有更改"
                elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                    say = "新密碼不合規定(8碼以上，要有英文及數字)，沒有更改"
                else:
                    t.portal_password = new
                    t.counts["password_changed"] += 1
                    return self.doc("更改密碼", mso("<b><font color=green>密碼更改成功，請牢記新密碼。</font></b>") + back)
                t.counts["password_refused"] += 1
            return self.doc("更改密碼", f"""{mso("<b>更改密碼</b>")}<FORM METHOD=POST ACTION="gaimima.php?SESSION={sid}">{self.slip("pw" + sid)}{TABLE}
{row("請輸入舊密碼：", "<input type=password name=p0>")}{row("請輸入新密碼：", "<input type=password name=p1>")}{row("請再輸入新密碼：", "<input type=password name=p2>")}</table>
{mso("密碼設定條件：")}{mso("1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字")}<input type=submit value="送出更改"></FORM>{back}""", say)
        if r.path == "/lianluo.php":
            keys = {"en1": "english_surname", "en2": "english_given", "en3": "english_middle", "tel1": "office_phone", "tel2": "home_phone", "tel3": "mobile_phone"}
            if r.method == "POST":
                self.takes(r, tel3="mobile_phone")
                if self.stale(r, "ct" + sid):
                    return self.old()
                if not re.fullmatch("09[0-9]{8}", r.get("tel3").strip()) or not all(r.has(k) for k in keys):
                    say = "行動電話要10碼數字，沒有存檔"
                else:
                    t.saved_contact.update({m: r.get(k).strip() for k, m in keys.items()})
                    t.counts["contact_saved"] += 1
                    say = "異動資料已存檔完成"
            v = {k: f'<input type=text name={k} value="{escape(t.saved_contact.get(m, getattr(t.person, m)))}">' for k, m in keys.items()}
            return self.doc("維護個人連絡資料", f"""{mso("<b>台大醫院---維護個人連絡資料</b>", "align=center")}
<FORM METHOD=POST ACTION="lianluo.php?SESSION={sid}">{self.slip("ct" + sid)}<input type=submit value="異動儲存">{TABLE}
{row("員工編號：", t.person.employee_id)}{row("姓名：", t.person.name)}{row("英文姓：", v["en1"], "ex:Chen(陳)")}{row("英文首名：", v["en2"], "ex: Yi-Fen(怡芬)")}
{row("英文中名：", v["en3"], "ex:Mary 為英文別名，如無，可不填")}{row("辦公室電話：", v["tel1"], "ex:61234或23123456")}{row("住宅電話：", v["tel2"], "ex:0223123456")}
{row("行動電話：", v["tel3"], "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")}</table></FORM>{back}""", say)
        return redirect(self.urls["portal"] + "/index.php")

    # ---- account
    def account(self, r: Request) -> Response:
        t, say = self.truth, ""
        sid = r.cookies.get("HELPSESS", "")
        fn = self.proved.get(sid, "")
        out = mso("<a href='likai.php'>登出</a>")
        if r.path == "/likai.php":
            if self.proved.pop(sid, ""):
                t.sessions.discard("account:" + sid)
                t.counts["sign_out_account"] += 1
            return redirect("/", ("Set-Cookie", "HELPSESS=; path=/; Max-Age=0"))
        if r.path in ("/qiyong.php", "/chongzhi.php"):
            return self.proof(r, r.path[1:-4])
        if r.path == "/sheding.php" and fn == "qiyong":
            if r.method == "POST":
                self.takes(r, bieming="alias", yun1="cloud_password", yun2="cloud_password_again")
                if self.stale(r, "set" + sid):
                    return self.old()
                name, one = r.get("bieming").strip(), r.get("yun1")
                if r.has("bu"):
                    return redirect("/likai.php")
                if t.alias:
                    say = "已經啟用過，不能再設定"
                elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{0,63}", name):
                    say = "電子郵件名稱不合規定"
                elif name.lower() == "taken.name":
                    say = "這個電子郵件名稱別人用了，請換一個"
                elif one != r.get("yun2") or len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search("[0-9]", one):
                    say = "密碼不合規定或兩次不一樣"
                else:
                    t.alias, t.cloud_password = name, one
                    t.counts["activated"] += 1
                    return self.doc("完成", mso(f"<b>恭喜！雲端服務啟用完成。</b>您的信箱：{escape(name)}@ntuh.gov.tw，明天開始可以使用。") + out)
            if t.alias:
                return self.doc("設定密碼與郵件別名", mso("設定密碼與郵件別名") + mso(f"您的雲端服務已經啟用，電子郵件名稱為 {escape(t.alias)}@ntuh.gov.tw。") + out, say)
            p = t.person
            return self.doc("設定密碼與郵件別名", f"""{mso("<b>設定密碼與郵件別名</b>")}<FORM METHOD=POST ACTION="sheding.php">{self.slip("set" + sid)}{TABLE}
{row("網路帳號 / 主職員工編號", p.employee_id)}{row("帳號姓名", p.name)}{row("主職單位", p.unit)}{row("有效期限", p.valid_until)}
{row("雲端服務帳號<span lang=EN-US> (</span>電子郵件名稱<span lang=EN-US>)</span>", "<input type=text name=bieming maxlength=64>@ntuh.gov.tw", "名稱長度限64字元內")}
{row("設定密碼", "<input type=password name=yun1>", "8碼以上，英文加數字")}{row("確認密碼", "<input type=password name=yun2>")}</table>
<input type=submit name=bu value="取消啟用"> <input type=submit name=yao value="啟用雲端服務"> <font size=2>服務於設定完成隔日生效</font></FORM>""", say)
        if r.path == "/xinmima.php" and fn == "chongzhi":
            if r.method == "POST":
                self.takes(r, yun1="cloud_password", yun2="cloud_password_again")
                if self.stale(r, "new" + sid):
                    return self.old()
                one, say = r.get("yun1"), "密碼不合規定、兩次不一樣或尚未啟用"
                if t.alias and one == r.get("yun2") and len(one) >= 8 and re.search("[A-Za-z]", one) and re.search("[0-9]", one):
                    t.cloud_password, say = one, "雲端服務密碼重置好了"
            return self.doc("重置雲端服務密碼", f"<FORM METHOD=POST ACTION='xinmima.php'>{self.slip('new' + sid)}{TABLE}{row('新密碼', '<input type=password name=yun1>')}{row('確認新密碼', '<input type=password name=yun2>')}</table><input type=submit value='重置'></FORM>{out}", say)
        return self.doc("網路帳號", f"""{mso("<b>《規範》</b>")}{mso("網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用")}
{mso("<b>《常見問題與服務》</b>")}{mso("密碼修改後多久可以生效：即時生效。")}
{mso("<a href='qiyong.php'>啟用網路帳號及首次雲端帳號密碼設定</a>")}{mso("<a href='chongzhi.php'>重置雲端服務密碼</a>")}{mso("<a href='#'>總院廠商VPN展延申請</a>")}""")

    def proof(self, r: Request, fn: str) -> Response:
        t, say, who = self.truth, "", r.get("zhanghao").strip()
        title = "啟用網路帳號及首次雲端帳號密碼設定" if fn == "qiyong" else "重置雲端服務密碼"
        if r.method == "POST":
            self.takes(r, zhanghao="employee_id", menhao="registered_phone", dongtai="code")
            step = self.slips.pop(r.get("slip"), "")
            if step not in ("id" + fn, "tel" + fn):
                return self.old()
            if r.has("quxiao"):
                return redirect(r.path)
            if who != t.person.employee_id:
                say = "查不到這個帳號"
            elif step == "id" + fn and r.has("fasong"):
                return self.phone(r.path, fn, title, who)
            elif step == "tel" + fn:
                if r.get("menhao").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                    return self.phone(r.path, fn, title, who, "門號跟登記的不一樣，沒有發送")
                self.asked[fn] = (t.new_message(), time.time())
                say = "成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"
            else:
                code, when = self.asked.get(fn, ("", 0.0))
                if code and time.time() - when <= 120 and r.get("dongtai").strip() == code:
                    del self.asked[fn]
                    sid = secrets.token_hex(12)
                    self.proved[sid] = fn
                    t.sessions.add("account:" + sid)
                    t.counts["code_accepted"] += 1
                    return redirect("/sheding.php" if fn == "qiyong" else "/xinmima.php", ("Set-Cookie", f"HELPSESS={sid}; path=/"))
                t.counts["code_refused"] += 1
                say = "動態碼超過2分鐘了，請重新發送" if code and time.time() - when > 120 else "動態碼不對"
        return self.doc(title, f"""{mso(f"<b>{title}</b>")}{mso("按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。")}<FORM METHOD=POST ACTION="{r.path}">{self.slip("id" + fn)}{TABLE}
{row("網路帳號 / 主職員工編號", f'<input type=text name=zhanghao value="{escape(who)}" maxlength=6> <input type=submit name=fasong value="發送簡訊動態碼">')}
{row("簡訊(或MOTP)動態碼", "<input type=text name=dongtai maxlength=8>")}</table><input type=submit name=xia value="下一步"></FORM>""", say)

    def phone(self, path: str, fn: str, title: str, who: str, say: str = "") -> Response:
        return self.doc(title, f"""<FORM METHOD=POST ACTION="{path}">{self.slip("tel" + fn)}<input type=hidden name=zhanghao value="{escape(who)}">
{mso("請輸入帳號登記的手機門號<span lang=EN-US>(10</span>碼<span lang=EN-US>)</span>")}<input type=text name=menhao maxlength=10>
<input type=submit name=queding value="確定發送"> <input type=submit name=quxiao value="取消"></FORM>""", say)

    # ---- webmail
    def mail(self, r: Request) -> Response:
        t, say, sid = self.truth, "", r.cookies.get("MAILSESS", "")
        if r.path == "/tu.php":
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 4), "JPEG"), kind="image/jpeg")
        if r.path == "/xin.php" and sid in self.mail_in:
            return self.doc("收件匣", mso("<b>收件匣</b>") + TABLE + row("資訊室", "歡迎使用電子信箱") + "</table>" + mso("<a href='chu.php'>登出</a>"))
        if r.path == "/chu.php" and sid in self.mail_in:
            self.mail_in.discard(sid)
            t.sessions.discard("mail:" + sid)
            t.counts["sign_out_mail"] += 1
        if r.path != "/":
            return redirect("/")
        if r.method == "POST":
            self.takes(r, xm="mail_account", mm="mail_password", yz="captcha")
            if self.stale(r, "mail"):
                return self.old()
            want, t.captcha = t.captcha, ""
            if not want or r.get("yz").strip() != want:
                say = "驗證碼打錯了"
            elif not t.alias or r.get("xm").strip().lower().removesuffix("@ntuh.gov.tw") != t.alias.lower() or r.get("mm") != t.cloud_password:
                say = "帳號或密碼錯誤"
            else:
                sid = secrets.token_hex(12)
                self.mail_in.add(sid)
                t.sessions.add("mail:" + sid)
                t.counts["mail_sign_in"] += 1
                return redirect("/xin.php", ("Set-Cookie", f"MAILSESS={sid}; path=/"))
        return self.doc("電子信箱", f"""<FORM METHOD=POST ACTION="/">{self.slip("mail")}{TABLE}{row("帳號:", "<input type=text name=xm>")}{row("密碼:", "<input type=password name=mm>")}
{row("驗證碼(小寫字母或數字):", f"<input type=text name=yz size=6><img src='tu.php?{secrets.token_hex(3)}'>")}</table>
<input type=checkbox name=jizhu value=1>記住登入資訊 (公用電腦請勿勾選) <input type=submit value="登入"></FORM>{mso("公佈欄")}""", say)

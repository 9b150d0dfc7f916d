"""A ColdFusion system of 2001 in Big5: frames within frames, menus that are pictures with areas, CFID and CFTOKEN in each address."""

from __future__ import annotations

import io
import re
import secrets
import time
from html import escape

from PIL import Image, ImageDraw, ImageFont

from truth import Request, Response, Site, picture, redirect

FACE = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc"

MENUS = {
    "0": ["醫療系統", "醫療支援", "其他資源", "數位學習", "資訊安全", "行政系統", "個人管理"],
    "1": ["門診系統", "住院系統", "急診系統"],
    "6": ["公文查詢", "差勤系統", "表單下載"],
    "7": ["更改密碼", "個人簽章提醒設定", "薪資所得免稅額申報表", "員工待遇福利查詢", "查詢員工連絡資料", "維護個人連絡資料", "個人就醫紀錄查詢", "個人追蹤名單", "回上層選單"],
    "help": ["啟用網路帳號及首次雲端帳號密碼設定", "重置雲端服務密碼", "總院廠商VPN展延申請"],
}


class TheSite(Site):
    title = "coldfusion_legacy_big5"
    charset = "cp950"

    def __init__(self) -> None:
        super().__init__()
        self.scope: dict[tuple[str, str], dict[str, object]] = {}
        self.next_id = 41873
        self.drawn: dict[str, bytes] = {}

    # ---- the application server
    def _start(self, app: str) -> str:
        self.next_id += 1
        key = (str(self.next_id), str(secrets.randbelow(90000000) + 10000000))
        self.scope[key] = {"app": app, "id": key[0]}
        return f"CFID={key[0]}&CFTOKEN={key[1]}"

    def _scope(self, request: Request, app: str) -> tuple[str, dict[str, object] | None]:
        key = (request.query.get("CFID", ""), request.query.get("CFTOKEN", ""))
        state = self.scope.get(key)
        return f"CFID={key[0]}&CFTOKEN={key[1]}", state if state and state["app"] == app else None

    def _key(self, state: dict[str, object], form: str) -> str:
        state["key_" + form] = f"{{ts '{time.strftime('%Y-%m-%d %H:%M:%S')}'}}{secrets.token_hex(4)}"
        return f'<INPUT TYPE="HIDDEN" NAME="formkey" VALUE="{state["key_" + form]}">'

    def _key_ok(self, request: Request, state: dict[str, object], form: str) -> bool:
        want = state.pop("key_" + form, None)
        return want is not None and request.get("formkey") == want

    def _out(self, title: str, body: str, background: str = "#FFFFFF") -> Response:
        return self._raw(f'<HTML>\n<HEAD>\n<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5">\n<TITLE>{title}</TITLE>\n'
                         f'<STYLE>TD,BODY {{ font-family: 新細明體; font-size: 10pt }}</STYLE>\n</HEAD>\n<BODY BGCOLOR="{background}" TEXT="#000000">\n{body}\n</BODY>\n</HTML>')

    def _raw(self, text: str) -> Response:
        return Response(text, kind="text/html", headers=[("Server", "Microsoft-IIS/5.0"), ("Expires", "Thu, 01 Jan 1998 00:00:00 GMT")])

    def _frames(self, title: str, inside: str, plain: str) -> Response:
        return self._raw(f'<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5"><TITLE>{title}</TITLE></HEAD>\n{inside}\n'
                         f'<NOFRAMES><BODY>您的瀏覽器不支援框架，請<A HREF="{plain}">按此</A></BODY></NOFRAMES></HTML>')

    def _drawing(self, words: list[str], width: int) -> Response:
        """The picture of a menu, or of one button."""
        name = "|".join(words)
        if name not in self.drawn:
            try:
                face = ImageFont.truetype(FACE, 15, index=3)
            except OSError:
                return Response("", 404)
            image = Image.new("RGB", (width, 26 * len(words)), "#003366" if len(words) > 1 else "#C0C0C0")
            pen = ImageDraw.Draw(image)
            for row, word in enumerate(words):
                pen.rectangle((1, 26 * row + 1, width - 2, 26 * row + 24), outline="#99CCFF" if len(words) > 1 else "#404040")
                pen.text((8, 26 * row + 1), word, fill="#FFFFFF" if len(words) > 1 else "#000000", font=face)
            out = io.BytesIO()
            image.save(out, "GIF")
            self.drawn[name] = out.getvalue()
        return Response(self.drawn[name], kind="image/gif")

    def _map(self, name: str, which: str, hrefs: dict[str, tuple[str, str]], other: tuple[str, str], width: int) -> str:
        areas = ""
        for row, word in enumerate(MENUS[which]):
            href, target = hrefs.get(word, other)
            areas += f'\n<AREA SHAPE="RECT" COORDS="0,{26 * row},{width},{26 * row + 25}" HREF="{href}" TARGET="{target}" ALT="{word}" TITLE="{word}">'
        return f'<IMG SRC="/images/map_{which}.gif" USEMAP="#{name}" BORDER=0 WIDTH={width} HEIGHT={26 * len(MENUS[which])}>\n<MAP NAME="{name}">{areas}\n</MAP>'

    def _images(self, path: str) -> Response:
        found = re.fullmatch(r"/images/map_(\w+)\.gif", path)
        if found and found[1] in MENUS:
            return self._drawing(MENUS[found[1]], 330 if found[1] == "help" else 180)
        words = {"save": "異動儲存", "logon": "進入系統", "logout": "登出系統", "home": "回功能選單"}
        name = path.removeprefix("/images/btn_").removesuffix(".gif")
        return self._drawing([words[name]], 84) if name in words else Response("", 404)

    def _code_picture(self, state: dict[str, object], kind: str, letters: str, length: int) -> Response:
        state["vcode"] = self.truth.new_captcha(letters, length)
        return Response(picture(str(state["vcode"]), kind), kind="image/" + kind.lower(), headers=[("Pragma", "no-cache")])

    def _code_right(self, state: dict[str, object], answer: str) -> bool:
        want, newest = state.pop("vcode", ""), self.truth.captcha
        self.truth.captcha = ""
        return bool(want) and want == newest == answer

    # ---- portal
    def portal(self, request: Request) -> Response:
        path = request.path.lower()
        if path.startswith("/images/"):
            return self._images(path)
        tok, state = self._scope(request, "portal")
        if state is None:
            tok = self._start("portal")
            cookies = [("Set-Cookie", f"{p.split('=')[0]}={p.split('=')[1]}; path=/") for p in tok.split("&")]
            answer = self._frames("台大醫院 PORTAL", f'<FRAMESET ROWS="56,*" BORDER=0>\n<FRAME SRC="/title.cfm?{tok}" NAME="title" SCROLLING=NO NORESIZE>\n'
                                  f'<FRAME SRC="/login.cfm?{tok}" NAME="body">\n</FRAMESET>', f"/login.cfm?{tok}")
            answer.headers += cookies
            return answer
        if path == "/title.cfm":
            return self._out("", '<FONT SIZE="5" COLOR="#FFFFFF"><B>國立台灣大學醫學院附設醫院</B></FONT> <FONT COLOR="#FFFF99">健康守護, 醫界典範</FONT>', "#003366")
        if path == "/vcode.cfm":
            return self._code_picture(state, "GIF", "123456789BDFHJLNPRTVXZ", 6)
        if path == "/act_login.cfm" and request.method == "POST":
            return self._act_login(request, tok, state)
        if "user" not in state:
            return self._login(tok, state, "")
        if path == "/main.cfm":
            return self._frames("台大醫院 醫療資訊系統", f'<FRAMESET ROWS="48,*" BORDER=1>\n<FRAME SRC="/banner.cfm?{tok}" NAME="banner" SCROLLING=NO>\n<FRAMESET COLS="210,*">\n'
                                f'<FRAME SRC="/menu.cfm?{tok}&grp=0" NAME="menu">\n<FRAME SRC="/news.cfm?{tok}" NAME="work">\n</FRAMESET>\n</FRAMESET>', f"/menu.cfm?{tok}&grp=0")
        if path == "/banner.cfm":
            return self._out("", f'<TABLE WIDTH="100%"><TR><TD>您好! {self.truth.person.name}　總院差勤待簽 0 未核准 0 被駁回 0<TD ALIGN=RIGHT><A HREF="/logout.cfm?{tok}" TARGET="_top"><IMG SRC="/images/btn_logout.gif" ALT="登出系統" BORDER=0></A></TABLE>', "#CCDDEE")
        if path == "/news.cfm":
            return self._out("", "<B>全院公告</B><HR><TABLE BORDER=1><TR><TD>日期<TD>標題<TR><TD>2019/10/21<TD>薪資所得免稅額申報表<TR><TD>2018/12/13<TD>Portal 登入首頁改版</TABLE><P>請由左方選單點選功能。")
        if path == "/menu.cfm":
            group = request.query.get("grp", "0")
            group = group if group in ("0", "1", "6", "7") else "0"
            hrefs = {"醫療系統": (f"/menu.cfm?{tok}&grp=1", "menu"), "行政系統": (f"/menu.cfm?{tok}&grp=6", "menu"), "個人管理": (f"/menu.cfm?{tok}&grp=7", "menu"),
                     "更改密碼": (f"/chgpwd.cfm?{tok}", "work"), "維護個人連絡資料": (f"{self.urls['inner']}/hr/dsp_contact.cfm?{tok}", "work"), "回上層選單": (f"/menu.cfm?{tok}&grp=0", "menu")}
            up = "" if group in ("0", "7") else f'<P><A HREF="/menu.cfm?{tok}&grp=0" TARGET="menu">回上層選單</A>'
            return self._out("", self._map("mnu" + group, group, hrefs, (f"/none.cfm?{tok}", "work"), 180) + up, "#003366")
        if path == "/chgpwd.cfm":
            return self._chgpwd(request, tok, state)
        if path == "/logout.cfm":
            self.truth.sessions.discard(f"portal:{state['id']}")
            self.truth.counts["sign_out_portal"] += 1
            self.scope = {k: v for k, v in self.scope.items() if v is not state}
            return self._out("登出", '<CENTER><BR><B>謝謝您的使用，您已登出系統。</B><P><A HREF="/" TARGET="_top">重新登入</A></CENTER>')
        return self._out("", "<P>您目前沒有此項作業的使用權限。")

    def _login(self, tok: str, state: dict[str, object], word: str) -> Response:
        shown = f'<TR><TD COLSPAN=2><FONT COLOR="#FF0000"><B>{word}</B></FONT>' if word else ""
        return self._out("登入本院PORTAL系統", f"""<CENTER><FORM ACTION="/act_login.cfm?{tok}" METHOD="POST" NAME="CFForm_1">{self._key(state, "login")}
<INPUT TYPE="HIDDEN" NAME="uid_required" VALUE="請輸入帳號"><INPUT TYPE="HIDDEN" NAME="pwd_required" VALUE="請輸入密碼">
<TABLE BORDER=3 CELLPADDING=4 BGCOLOR="#EEEEDD"><TR><TD COLSPAN=2 ALIGN=CENTER BGCOLOR="#003366"><FONT COLOR="#FFFFFF">醫療資訊系統</FONT>{shown}
<TR><TD ALIGN=RIGHT>院　區：<TD><SELECT NAME="hosp" SIZE=1><OPTION VALUE="T0" SELECTED>總院區<OPTION VALUE="T2">北護分院<OPTION VALUE="T3">金山分院<OPTION VALUE="T4">新竹分院</SELECT>
<TR><TD ALIGN=RIGHT>帳　號：<TD><INPUT TYPE="TEXT" NAME="uid" SIZE=12 MAXLENGTH=6>
<TR><TD ALIGN=RIGHT>密　碼：<TD><INPUT TYPE="PASSWORD" NAME="pwd" SIZE=12 MAXLENGTH=20>
<TR><TD ALIGN=RIGHT>驗證碼：<TD><INPUT TYPE="TEXT" NAME="vcode" SIZE=8 MAXLENGTH=6> <IMG SRC="/vcode.cfm?{tok}&r={secrets.randbelow(10**6)}" ALIGN=ABSMIDDLE><BR>(不用區分大小寫)
<TR><TD COLSPAN=2 ALIGN=CENTER><INPUT TYPE="IMAGE" SRC="/images/btn_logon.gif" NAME="logon" ALT="進入系統" BORDER=0></TABLE></FORM>
<FONT SIZE=2>院外網　院內網　數位學習　KM系統　差勤系統　表單下載</FONT></CENTER>""", "#F8F8F0")

    def _act_login(self, request: Request, tok: str, state: dict[str, object]) -> Response:
        self.takes(request, hosp="campus", uid="employee_id", pwd="portal_password", vcode="captcha")
        if not self._key_ok(request, state, "login"):
            return self._login(tok, state, "畫面已逾時，請重新輸入")
        person = self.truth.person
        if not self._code_right(state, request.get("vcode").strip().upper()):
            word = "驗證碼輸入錯誤，請看新圖重新輸入"
        elif request.get("hosp") != "T0" or request.get("uid").strip() != person.employee_id or request.get("pwd") != self.truth.portal_password:
            word = "帳號或密碼錯誤，請查明後再輸入"
        else:
            state["user"] = person.employee_id
            self.truth.sessions.add(f"portal:{state['id']}")
            self.truth.counts["sign_in"] += 1
            return self._out("", f"<SCRIPT LANGUAGE=\"JavaScript\">\n<!--\ntop.location.href='/main.cfm?{tok}';\n//-->\n</SCRIPT>\n<A HREF=\"/main.cfm?{tok}\" TARGET=\"_top\">登入完成，請按此進入</A>")
        self.truth.counts["sign_in_refused"] += 1
        return self._login(tok, state, word)

    def _chgpwd(self, request: Request, tok: str, state: dict[str, object]) -> Response:
        word = ""
        links = f'<P><A HREF="/main.cfm?{tok}" TARGET="_top">回功能選單</A>　<A HREF="/logout.cfm?{tok}" TARGET="_top">登出系統</A>'
        if request.method == "POST":
            self.takes(request, oldpwd="old_password", newpwd="new_password", newpwd2="new_password_again")
            new = request.get("newpwd")
            if not self._key_ok(request, state, "pwd"):
                word = "畫面已逾時，請重新輸入"
            elif request.get("oldpwd") != self.truth.portal_password:
                word = "舊密碼錯誤！"
            elif new != request.get("newpwd2"):
                word = "新密碼二次輸入不同！"
            elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new) or new == self.truth.portal_password:
                word = "新密碼不合規定！"
            else:
                self.truth.portal_password = new
                self.truth.counts["password_changed"] += 1
                return self._out("更改密碼", f'<CENTER><BR><FONT SIZE=4 COLOR="#006600">密碼更改完畢，請牢記您的新密碼</FONT>{links}</CENTER>')
            self.truth.counts["password_refused"] += 1
        return self._out("更改密碼", f"""<FONT SIZE=4><B>更改密碼</B></FONT><HR><FONT COLOR="#FF0000">{word}</FONT>
<FORM ACTION="/chgpwd.cfm?{tok}" METHOD="POST" NAME="CFForm_1">{self._key(state, "pwd")}
<TABLE><TR><TD>請輸入舊密碼：<TD><INPUT TYPE="PASSWORD" NAME="oldpwd" SIZE=20><TR><TD>請輸入新密碼：<TD><INPUT TYPE="PASSWORD" NAME="newpwd" SIZE=20>
<TR><TD>請再輸入新密碼：<TD><INPUT TYPE="PASSWORD" NAME="newpwd2" SIZE=20><TR><TD>密碼強度檢核：<TD>--<TR><TD><TD><INPUT TYPE="SUBMIT" VALUE=" 確 定 "> <INPUT TYPE="RESET" VALUE=" 清 除 "></TABLE></FORM>
密碼設定條件：<UL><LI>1.密碼長度不可少於8個字元<LI>2.密碼內容需包含英文及數字</UL>{links}""")

    # ---- inner host
    def inner(self, request: Request) -> Response:
        path = request.path.lower()
        if path.startswith("/images/"):
            return self._images(path)
        tok, state = self._scope(request, "portal")
        if state is None or "user" not in state:
            return self._out("", f"<SCRIPT>alert('請先登入PORTAL');top.location.href='{self.urls['portal']}/';</SCRIPT>")
        if path not in ("/hr/dsp_contact.cfm", "/hr/act_contact.cfm"):
            return Response("", 404)
        truth, person, word = self.truth, self.truth.person, ""
        columns = (("ENG_SNAME", "english_surname", "英文姓：", "ex:Chen(陳)", 20), ("ENG_FNAME", "english_given", "英文首名：", "ex: Yi-Fen(怡芬) (說明)", 30), ("ENG_MNAME", "english_middle", "英文中名：", "ex:Mary 為英文別名，如無，可不填", 20),
                   ("OFF_TEL", "office_phone", "辦公室電話：", "ex:61234或23123456", 12), ("HOM_TEL", "home_phone", "住宅電話：", "ex:0223123456", 12), ("MOB_TEL", "mobile_phone", "行動電話：", "ex:0952000000<BR>(如離職或更換門號，請記得調整此欄位)", 10))
        if request.method == "POST":
            self.takes(request, MOB_TEL="mobile_phone")
            if not self._key_ok(request, state, "contact") or request.get("EMP_NO") != person.employee_id or not request.has("save.x"):
                word = '<FONT COLOR="#FF0000">畫面已逾時，請重新輸入</FONT>'
            elif not all(request.has(c[0]) for c in columns) or not re.fullmatch("09[0-9]{8}", request.get("MOB_TEL")):
                word = '<FONT COLOR="#FF0000">行動電話應為十位數字</FONT>'
            else:
                truth.saved_contact = {c[1]: request.get(c[0]) for c in columns}
                truth.counts["contact_saved"] += 1
                word = '<FONT COLOR="#006600"><B>資料異動完成！以下為您最新的資料</B></FONT>'
        rows = "".join(f'\n<TR><TD BGCOLOR="#CCDDEE" ALIGN=RIGHT>{label}<TD COLSPAN=3><INPUT TYPE="TEXT" NAME="{name}" VALUE="{escape(truth.saved_contact.get(key, getattr(person, key)), True)}" SIZE={size}> <FONT SIZE=2>{hint}</FONT>'
                       for name, key, label, hint, size in columns)
        return self._out("維護個人連絡資料", f"""<FORM ACTION="/hr/act_contact.cfm?{tok}" METHOD="POST" NAME="CFForm_1">{self._key(state, "contact")}<INPUT TYPE="HIDDEN" NAME="EMP_NO" VALUE="{person.employee_id}">
<INPUT TYPE="HIDDEN" NAME="MOB_TEL_required" VALUE="行動電話不可空白"><B>台大醫院---維護個人連絡資料</B><HR>{word}<BR><INPUT TYPE="IMAGE" SRC="/images/btn_save.gif" NAME="save" ALT="異動儲存" BORDER=0>
<TABLE BORDER=1 CELLSPACING=0><TR><TD BGCOLOR="#CCDDEE" ALIGN=RIGHT>員工編號：<TD>{person.employee_id}<TD BGCOLOR="#CCDDEE">姓名：<TD>{person.name}{rows}
</TABLE></FORM><A HREF="{self.urls['portal']}/main.cfm?{tok}" TARGET="_top">回功能選單</A>""")

    # ---- account host
    def account(self, request: Request) -> Response:
        path = request.path.lower()
        if path.startswith("/images/"):
            return self._images(path)
        tok, state = self._scope(request, "help")
        if state is None:
            tok = self._start("help")
            return self._frames("網路帳號服務", f'<FRAMESET ROWS="40,*" BORDER=0>\n<FRAME SRC="/head.cfm?{tok}" NAME="head" SCROLLING=NO>\n<FRAME SRC="/index2.cfm?{tok}" NAME="body">\n</FRAMESET>', f"/index2.cfm?{tok}")
        if path == "/head.cfm":
            return self._out("", f'<TABLE WIDTH="100%"><TR><TD><FONT COLOR="#FFFFFF"><B>資訊室 網路帳號服務</B></FONT><TD ALIGN=RIGHT><A HREF="/index2.cfm?{tok}" TARGET="body"><FONT COLOR="#FFFF99">首頁</FONT></A></TABLE>', "#336633")
        if path == "/ident.cfm":
            if request.method == "POST":
                return self._ident_post(request, tok, state)
            if request.query.get("fn") in ("new", "rst"):
                state["fn"] = request.query["fn"]
            if "fn" in state:
                return self._ident(tok, state, "")
        if path == "/sms.cfm" and "emp" in state:
            return self._sms(request, tok, state)
        if path == "/cloud.cfm" and state.get("proved") == "new":
            return self._cloud(request, tok, state)
        if path == "/reset.cfm" and state.get("proved") == "rst":
            return self._reset(request, tok, state)
        if path == "/leave.cfm" and "proved" in state:
            self.truth.sessions.discard(f"account:{state['id']}")
            self.truth.counts["sign_out_account"] += 1
            self.scope = {k: v for k, v in self.scope.items() if v is not state}
            return self._out("", '<CENTER><BR>您已離開網路帳號服務<P><A HREF="/" TARGET="_top">回首頁</A></CENTER>')
        return self._out("網路帳號服務", f"""說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼<P><B>《規範》</B><BR>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用
<UL><LI>如有借用帳號行為，致院內重要資料或個人資料外洩時，該網路帳號擁有者需負相關法律之責任。<LI>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</UL>
<B>《常見問題與服務》</B><UL><LI>密碼修改後多久可以生效：即時生效。<LI>忘記密碼：請您親自以下方按鈕取得簡訊後進行密碼設定。</UL><CENTER>
{self._map("svc", "help", {"啟用網路帳號及首次雲端帳號密碼設定": (f"/ident.cfm?{tok}&fn=new", "body"), "重置雲端服務密碼": (f"/ident.cfm?{tok}&fn=rst", "body")}, (f"/index2.cfm?{tok}", "body"), 330)}
<P><FONT SIZE=2>重設非Portal帳號的密碼：Email, 無線網路, KM, TMS, VPN密碼</FONT></CENTER>""")

    def _ident(self, tok: str, state: dict[str, object], word: str) -> Response:
        name = "啟用網路帳號及首次雲端帳號密碼設定" if state["fn"] == "new" else "重置雲端服務密碼"
        return self._out(name, f"""<B>注意事項</B><UL><LI>電子郵件別名第一次設定之後則不能修改，請慎重選擇。<LI>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<LI>請輸入帳號與簡訊動態碼後按「下一步」。</UL>
<FONT COLOR="#FF0000">{word}</FONT><FORM ACTION="/ident.cfm?{tok}" METHOD="POST" NAME="CFForm_1">{self._key(state, "ident")}<TABLE BORDER=1 CELLPADDING=5><TR><TH COLSPAN=3 BGCOLOR="#CCFFCC">{name}
<TR><TD>網路帳號 / 主職員工編號<TD><INPUT TYPE="TEXT" NAME="empno" SIZE=10 MAXLENGTH=6 VALUE="{escape(str(state.get("emp", "")), True)}"><TD><INPUT TYPE="SUBMIT" NAME="btn_sms" VALUE="發送簡訊動態碼">
<TR><TD>簡訊(或MOTP)動態碼<TD><INPUT TYPE="TEXT" NAME="dyncode" SIZE=10><TD>　<TR><TD COLSPAN=3 ALIGN=RIGHT><INPUT TYPE="SUBMIT" NAME="btn_next" VALUE="下一步"></TABLE></FORM>""")

    def _ident_post(self, request: Request, tok: str, state: dict[str, object]) -> Response:
        self.takes(request, empno="employee_id", dyncode="code")
        if "fn" not in state:
            return redirect(f"/index2.cfm?{tok}")
        if not self._key_ok(request, state, "ident"):
            return self._ident(tok, state, "畫面已逾時，請重新輸入")
        emp = state["emp"] = request.get("empno").strip()
        if not re.fullmatch("[0-9]{6}", emp):
            return self._ident(tok, state, "員工編號應為六位數字")
        if request.has("btn_sms"):
            return redirect(f"/sms.cfm?{tok}")
        if not request.has("btn_next"):
            return self._ident(tok, state, "請按「發送簡訊動態碼」或「下一步」")
        if emp != self.truth.person.employee_id or not state.get("code") or request.get("dyncode").strip() != state["code"]:
            word = "動態碼輸入錯誤！"
        elif time.time() - float(str(state["at"])) > 120:
            word = "動態碼已超過二分鐘，請重新發送！"
        else:
            state.pop("code")
            state["proved"] = state["fn"]
            self.truth.sessions.add(f"account:{state['id']}")
            self.truth.counts["code_accepted"] += 1
            return redirect(f"/{'cloud' if state['fn'] == 'new' else 'reset'}.cfm?{tok}")
        self.truth.counts["code_refused"] += 1
        return self._ident(tok, state, word)

    def _sms(self, request: Request, tok: str, state: dict[str, object]) -> Response:
        word = ""
        if request.method == "POST":
            self.takes(request, cellno="registered_phone")
            mobile = self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone)
            if not self._key_ok(request, state, "sms"):
                word = "畫面已逾時，請重新輸入"
            elif request.has("cancel"):
                return redirect(f"/ident.cfm?{tok}")
            elif state["emp"] != self.truth.person.employee_id or request.get("cellno").strip() != mobile:
                word = "手機門號與登記者不符！"
            else:
                state["code"], state["at"] = self.truth.new_message(), time.time()
                return self._out("", f"""<CENTER><BR><TABLE BORDER=2 CELLPADDING=10><TR><TD BGCOLOR="#CCFFCC"><B>動態碼簡訊發送成功</B><TR><TD>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」
<TR><TD ALIGN=CENTER><FORM ACTION="/ident.cfm" METHOD="GET">{''.join(f'<INPUT TYPE="HIDDEN" NAME="{a}" VALUE="{b}">' for a, b in (p.split("=") for p in tok.split("&")))}<INPUT TYPE="SUBMIT" VALUE="確定"></FORM></TABLE></CENTER>""")
        return self._out("", f"""<CENTER><BR><FORM ACTION="/sms.cfm?{tok}" METHOD="POST">{self._key(state, "sms")}<TABLE BORDER=2 CELLPADDING=10><TR><TD><FONT COLOR="#FF0000">{word}</FONT><BR>請輸入帳號登記的手機門號(10碼)<BR>
<INPUT TYPE="TEXT" NAME="cellno" SIZE=14 MAXLENGTH=10><TR><TD ALIGN=CENTER><INPUT TYPE="SUBMIT" NAME="send" VALUE="確定發送"> <INPUT TYPE="SUBMIT" NAME="cancel" VALUE="取消"></TABLE></FORM></CENTER>""")

    def _cloud(self, request: Request, tok: str, state: dict[str, object]) -> Response:
        truth, person, word, name = self.truth, self.truth.person, "", ""
        leave = f'<P><A HREF="/leave.cfm?{tok}">離開本系統</A>'
        if request.method == "POST":
            self.takes(request, mailname="alias", cpwd="cloud_password", cpwd2="cloud_password_again")
            name, one = request.get("mailname").strip(), request.get("cpwd")
            if not self._key_ok(request, state, "cloud"):
                word = "畫面已逾時，請重新輸入"
            elif request.has("b_cancel"):
                return redirect(f"/leave.cfm?{tok}")
            elif not request.has("b_enable"):
                word = "請按「啟用雲端服務」"
            elif truth.alias:
                word = "您先前已經啟用過，不能再次啟用！"
            elif not re.fullmatch("[A-Za-z][A-Za-z0-9._-]{0,63}", name):
                word = "電子郵件名稱不合規定！（第一字須為英文字母，僅限英文、數字、. _ -）"
            elif name.lower() == "taken.name":
                word = "此電子郵件名稱已經有人使用！"
            elif len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search("[0-9]", one) or one != request.get("cpwd2"):
                word = "雲端密碼不合規定，或二次輸入不同！"
            else:
                truth.alias, truth.cloud_password = name, one
                truth.counts["activated"] += 1
                return self._out("", f'<CENTER><BR><FONT SIZE=4 COLOR="#006600">雲端服務開通作業完成</FONT><P>您的電子郵件：{escape(name)}@ntuh.gov.tw<BR>明日起即可使用{leave}</CENTER>')
        elif truth.alias:
            return self._out("設定密碼與郵件別名", f"<B>設定密碼與郵件別名</B><HR>您的帳號已於日前開通，電子郵件名稱為 <B>{escape(truth.alias)}</B>@ntuh.gov.tw{leave}")
        facts = "".join(f"<TR><TD BGCOLOR=\"#CCFFCC\">{a}<TD>{b}" for a, b in (("網路帳號 / 主職員工編號", person.employee_id), ("帳號姓名", person.name), ("主職單位", person.unit), ("有效期限", person.valid_until)))
        return self._out("設定密碼與郵件別名", f"""<B>設定密碼與郵件別名</B><HR>雲端服務帳號說明：<OL><LI>雲端服務帳號為跨體系使用。<LI>服務於設定完成隔日生效。</OL><FONT COLOR="#FF0000">{word}</FONT>
<FORM ACTION="/cloud.cfm?{tok}" METHOD="POST" NAME="CFForm_1">{self._key(state, "cloud")}<TABLE BORDER=1 CELLPADDING=4>{facts}
<TR><TD BGCOLOR="#CCFFCC">雲端服務帳號<BR>(電子郵件名稱)<TD><INPUT TYPE="TEXT" NAME="mailname" MAXLENGTH=64 VALUE="{escape(name, True)}">@ntuh.gov.tw<BR>名稱長度限64字元內
<TR><TD BGCOLOR="#CCFFCC">雲端服務密碼<TD><INPUT TYPE="PASSWORD" NAME="cpwd"> (八碼以上，含英文及數字)<TR><TD BGCOLOR="#CCFFCC">密碼確認<TD><INPUT TYPE="PASSWORD" NAME="cpwd2">
<TR><TD COLSPAN=2 ALIGN=CENTER><INPUT TYPE="SUBMIT" NAME="b_cancel" VALUE="取消啟用">　<INPUT TYPE="SUBMIT" NAME="b_enable" VALUE="啟用雲端服務"></TABLE></FORM>服務於設定完成隔日生效{leave}""")

    def _reset(self, request: Request, tok: str, state: dict[str, object]) -> Response:
        word = ""
        if request.method == "POST":
            self.takes(request, cpwd="cloud_password", cpwd2="cloud_password_again")
            one = request.get("cpwd")
            if not self._key_ok(request, state, "reset"):
                word = "畫面已逾時"
            elif not self.truth.alias:
                word = "尚未啟用網路帳號"
            elif len(one) < 8 or one.isalpha() or one.isdigit() or one != request.get("cpwd2"):
                word = "密碼不合規定，或二次輸入不同"
            else:
                self.truth.cloud_password, word = one, "密碼重置完畢"
        return self._out("重置雲端服務密碼", f"""<B>重置雲端服務密碼</B><HR>{word}<FORM ACTION="/reset.cfm?{tok}" METHOD="POST">{self._key(state, "reset")}新密碼：<INPUT TYPE="PASSWORD" NAME="cpwd"><BR>
密碼確認：<INPUT TYPE="PASSWORD" NAME="cpwd2"><BR><INPUT TYPE="SUBMIT" VALUE="確定重置"></FORM><A HREF="/leave.cfm?{tok}">離開本系統</A>""")

    # ---- webmail
    def mail(self, request: Request) -> Response:
        path = request.path.lower()
        tok, state = self._scope(request, "mail")
        if state is None:
            return redirect(f"/mail/login.cfm?{self._start('mail')}")
        if path == "/mail/vcode.cfm":
            return self._code_picture(state, "BMP", "abcdefghjkmnpqrstuvwxyz23456789", 4)
        if "box" in state:
            if path == "/mail/logout.cfm":
                self.truth.sessions.discard(f"mail:{state['id']}")
                self.truth.counts["sign_out_mail"] += 1
                self.scope = {k: v for k, v in self.scope.items() if v is not state}
                return self._out("", '<CENTER><BR>已登出信箱 <A HREF="/">重新登入</A></CENTER>')
            return self._out("電子信箱", f'{escape(self.truth.alias)}@ntuh.gov.tw　<A HREF="/mail/logout.cfm?{tok}">登出</A><HR><B>收件匣</B><TABLE BORDER=1><TR><TD>寄件人<TD>主旨<TR><TD>資訊室<TD>歡迎使用</TABLE>')
        word = ""
        if request.method == "POST":
            self.takes(request, mid="mail_account", mpw="mail_password", mcode="captcha")
            if not self._key_ok(request, state, "mail"):
                word = "畫面已逾時，請重新輸入"
            elif not self._code_right(state, request.get("mcode").strip()):
                word = "驗證碼錯誤"
            elif not self.truth.alias or request.get("mid").strip().split("@")[0] != self.truth.alias or request.get("mpw") != self.truth.cloud_password:
                word = "帳號或密碼錯誤"
            else:
                state["box"] = self.truth.alias
                self.truth.sessions.add(f"mail:{state['id']}")
                self.truth.counts["mail_sign_in"] += 1
                return redirect(f"/mail/inbox.cfm?{tok}")
        return self._out("電子信箱", f"""<CENTER><FORM ACTION="/mail/act_login.cfm?{tok}" METHOD="POST">{self._key(state, "mail")}<FONT COLOR="#FF0000">{word}</FONT><TABLE><TR><TD>帳號:<TD><INPUT TYPE="TEXT" NAME="mid"><TR><TD>密碼:<TD><INPUT TYPE="PASSWORD" NAME="mpw">
<TR><TD>驗證碼(小寫字母或數字):<TD><INPUT TYPE="TEXT" NAME="mcode" SIZE=6> <IMG SRC="/mail/vcode.cfm?{tok}"><TR><TD><TD><INPUT TYPE="CHECKBOX" NAME="keep" VALUE="1">記住登入資訊 (公用電腦請勿勾選)
<TR><TD><TD><INPUT TYPE="SUBMIT" VALUE="登 入"></TABLE></FORM><B>公佈欄</B><BR>※如無法登入，請先至下方網址變更密碼，謝謝：<A HREF="{self.urls['account']}/">https://help.ntuh.gov.tw/</A></CENTER>""")

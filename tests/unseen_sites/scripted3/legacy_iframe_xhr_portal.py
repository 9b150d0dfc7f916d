"""A portal of about 2010 in Big5: a frameset, an IFRAME to work in, XMLHttpRequest by hand, answers that are eval'd, mouse-over menus."""

from __future__ import annotations

import json
import random
import re
import sys
import time
from html import escape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from truth import Request, Response, Site, picture, redirect  # noqa: E402

AJAX = """// AjaxLib 1.3  (c) 2009 MIS
function $$(i){return document.getElementById(i);}
function newXHR(){if(window.XMLHttpRequest)return new XMLHttpRequest();try{return new ActiveXObject('Msxml2.XMLHTTP');}catch(e){return new ActiveXObject('Microsoft.XMLHTTP');}}
function collect(ids){var s='',a=ids.split(',');for(var i=0;i<a.length;i++){var o=$$(a[i]);if(!o)continue;var v=(o.type=='checkbox')?(o.checked?'Y':'N'):o.value;s+=(s?'&':'')+a[i]+'='+encodeURIComponent(v);}return s;}
function ajaxRun(url,ids,extra){var x=newXHR();waiting(1);x.onreadystatechange=function(){if(x.readyState==4){waiting(0);if(x.status==200){eval(x.responseText);}else{alert('伺服器錯誤 '+x.status);}}};
 x.open('POST',url,true);x.setRequestHeader('Content-Type','application/x-www-form-urlencoded');x.send(collect(ids)+(extra||''));}
function ajaxFill(div,url){var x=newXHR();x.onreadystatechange=function(){if(x.readyState==4&&x.status==200){$$(div).innerHTML=x.responseText;}};x.open('GET',url+(url.indexOf('?')<0?'?':'&')+'_r='+Math.random(),true);x.send(null);}
function waiting(b){var o=$$('divWait');if(o)o.style.display=b?'':'none';}
function say(m,c){var o=$$('lblMsg');if(o){o.innerHTML=m;o.style.color=c||'red';}}
function mm(i){$$(i).style.display='';}function mh(i){$$(i).style.display='none';}"""

LOOK = """<STYLE>BODY,TD{font-family:細明體;font-size:15px}.hd{background:#006699;color:white}.mn{background:#cce6ff;border:1px outset;padding:4px 10px;position:relative;cursor:default}
.sub{position:absolute;left:0;top:28px;background:#ffffe6;border:1px solid #666;width:210px;z-index:9}.sub A{display:block;padding:4px 8px;color:#036;text-decoration:none}.imgb{border:2px outset #ddd;background:#dde;padding:3px 12px;color:black;text-decoration:none;cursor:pointer}</STYLE>"""


def q(s: str) -> str:
    return json.dumps(s)


class TheSite(Site):
    title = "legacy_iframe_xhr_portal"
    charset = "cp950"

    def __init__(self) -> None:
        super().__init__()
        self.on: set[str] = set()
        self.seen: dict[str, str] = {}
        self.keys: dict[str, str] = {}
        self.cases: dict[str, dict] = {}

    # ---- answers
    def doc(self, title: str, body: str, script: str = "", *more: tuple[str, str]) -> Response:
        return Response(f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5"><TITLE>{title}</TITLE>{LOOK}<SCRIPT LANGUAGE="JavaScript" SRC="ajaxlib.js"></SCRIPT>
<SCRIPT LANGUAGE="JavaScript"><!--
{script}
//--></SCRIPT></HEAD><BODY BGCOLOR="#FFFFFF" TOPMARGIN=4><DIV ID="divWait" STYLE="display:none;position:absolute;right:4px;top:4px;background:#ff9">資料處理中...</DIV>{body}</BODY></HTML>""",
                        kind="text/html; charset=big5", headers=[("Pragma", "no-cache"), ("Cache-Control", "no-cache"), *more])

    def run(self, code: str, *more: tuple[str, str]) -> Response:
        return Response(code, kind="text/plain; charset=big5", headers=[("Cache-Control", "no-cache"), *more])

    def hex(self, n: int = 32) -> str:
        return "".join(random.SystemRandom().choice("0123456789abcdef") for _ in range(n))

    def key(self, what: str) -> str:
        k = self.hex(10)
        self.keys[k] = what
        return k

    def used(self, r: Request, what: str) -> bool:
        return self.keys.pop(r.get("hidKey"), "") == what

    def lib(self, r: Request, letters: str = "", length: int = 6) -> Response | None:
        if r.path == "/ajaxlib.js":
            return Response(AJAX, kind="application/x-javascript; charset=big5")
        if r.path == "/favicon.ico":
            return Response("", 404)
        if r.path == "/checkcode.asp":
            text = self.truth.new_captcha(letters, length) if letters else self.truth.new_captcha()
            self.seen[r.query.get("c", "")] = text
            return Response(picture(text, "GIF"), kind="image/gif", headers=[("Cache-Control", "no-store")])
        return None

    def read(self, r: Request, given: str) -> bool:
        text = self.seen.pop(r.get("hidPic"), "?")
        good = text == self.truth.captcha and given.strip().upper() == text.upper()
        self.truth.captcha = ""
        return good

    # ---- portal
    def portal(self, r: Request) -> Response:
        if (a := self.lib(r)) is not None:
            return a
        t, p = self.truth, self.truth.person
        sid = r.cookies.get("ASPPORTAL", "")
        if r.path in ("/", "/default.asp"):
            return Response("""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5"><TITLE>醫療資訊系統</TITLE></HEAD><FRAMESET ROWS="70,*" BORDER=0><FRAME NAME="banner" SRC="banner.asp" NORESIZE SCROLLING=no><FRAME NAME="main" SRC="logon.asp"><NOFRAMES><BODY>您的瀏覽器不支援框架</BODY></NOFRAMES></FRAMESET></HTML>""", kind="text/html; charset=big5")
        if r.path == "/banner.asp":
            return self.doc("", '<TABLE WIDTH=100% CLASS=hd><TR><TD><FONT SIZE=5>台大醫院醫療資訊系統</FONT><TD ALIGN=right>健康守護, 醫界典範</TABLE><MARQUEE>最佳瀏覽解析度 1024x768</MARQUEE>')
        if r.path == "/logon.asp":
            c = self.hex(8)
            return self.doc("logon", f"""<CENTER><TABLE BORDER=1 CELLPADDING=6 BORDERCOLOR=#006699><TR><TD COLSPAN=2 CLASS=hd>員工登入<TR><TD>院區<TD><SELECT ID=selArea><OPTION VALUE=T0 SELECTED>總院區<OPTION VALUE=T2>北護<OPTION VALUE=Y0>雲林</SELECT>
<TR><TD>帳　號<TD><INPUT ID=txtNo MAXLENGTH=6 SIZE=12><TR><TD>密　碼<TD><INPUT TYPE=password ID=txtKey SIZE=16 onkeydown="if(event.keyCode==13)doLogon()"><TR><TD>驗證碼<BR><FONT SIZE=2>(不用區分大小寫)</FONT><TD><INPUT ID=txtChk SIZE=8 MAXLENGTH=6> <IMG ID=imgChk SRC="checkcode.asp?c={c}" ALIGN=absmiddle> <A HREF="javascript:location.reload()">看不清楚</A>
<INPUT TYPE=hidden ID=hidPic VALUE="{c}"><INPUT TYPE=hidden ID=hidKey VALUE="{self.key('logon')}"><TR><TD COLSPAN=2 ALIGN=center><A CLASS=imgb HREF="javascript:doLogon()">登 入</A>　<A CLASS=imgb HREF="javascript:doClear()">清 除</A></TABLE><DIV ID=lblMsg></DIV></CENTER>""",
                """function doLogon(){if($$('txtNo').value==''||$$('txtKey').value==''){say('請輸入帳號及密碼');return;}ajaxRun('logon_do.asp','selArea,txtNo,txtKey,txtChk,hidPic,hidKey');}
function doClear(){$$('txtNo').value=$$('txtKey').value=$$('txtChk').value='';}
function again(m,c,k){say(m);$$('txtKey').value='';$$('txtChk').value='';$$('hidPic').value=c;$$('hidKey').value=k;$$('imgChk').src='checkcode.asp?c='+c;}""")
        if r.path == "/logon_do.asp" and r.method == "POST":
            self.takes(r, selArea="campus", txtNo="employee_id", txtKey="portal_password", txtChk="captcha")
            live, right = self.used(r, "logon"), self.read(r, r.get("txtChk"))
            why = "網頁過期，請再試一次" if not live else "驗證碼輸入不正確" if not right else ""
            if not why and (r.get("selArea"), r.get("txtNo"), r.get("txtKey")) != ("T0", p.employee_id, t.portal_password):
                why = "帳號不存在或密碼不正確"
            if why:
                t.counts["sign_in_refused"] += 1
                return self.run(f"again({q(why)},'{self.hex(8)}','{self.key('logon')}');")
            sid = self.hex()
            self.on.add(sid)
            t.sessions.add(f"portal:{sid}")
            t.counts["sign_in"] += 1
            return self.run(f"say('登入成功，載入中...','green');top.location.href='desk.asp?SESSION={sid}';", ("Set-Cookie", f"ASPPORTAL={sid}; path=/"))
        if r.path == "/desk.asp":
            if sid not in self.on or r.query.get("SESSION") != sid:
                return redirect("/default.asp")
            def menu(i: str, name: str, items: str) -> str:
                return f"<TD CLASS=mn onmouseover=\"mm('{i}')\" onmouseout=\"mh('{i}')\" onclick=\"mm('{i}')\">{name} ▼<DIV CLASS=sub ID={i} STYLE=\"display:none\">{items}</DIV>"
            no = "".join(f'<A HREF="javascript:noRight()">{n}</A>' for n in ("個人簽章提醒設定", "薪資所得免稅額申報表", "員工待遇福利查詢", "查詢員工連絡資料"))
            none = '<A HREF="javascript:noRight()">(無可用項目)</A>'
            return self.doc("台大醫院醫療資訊系統", f"""<TABLE CELLSPACING=0><TR>{menu('m1', '醫療系統', none)}{menu('m2', '醫療支援', none)}{menu('m3', '其他資源', none)}{menu('m4', '數位學習', none)}{menu('m6', '行政系統', none)}
{menu('m7', '個人管理', '<A HREF="javascript:go(1)">更改密碼</A>' + no + '<A HREF="javascript:go(2)">維護個人連絡資料</A><A HREF="javascript:noRight()">個人就醫紀錄查詢</A>')}<TD>　{p.name} 您好!　<A HREF="logoff.asp?SESSION={sid}">登出系統</A></TABLE>
<DIV ID=lblMsg></DIV><HR><IFRAME NAME=work ID=work SRC="notice.asp" WIDTH=100% HEIGHT=600 FRAMEBORDER=0></IFRAME>""",
                f"""function go(n){{mh('m7');say('');$$('work').src='{self.urls['inner']}/'+(n==1?'chgpwd':'person')+'.asp?SESSION={sid}';}}function noRight(){{say('您無此功能權限');}}""")
        if r.path == "/notice.asp":
            return self.doc("", "<H3>全院公告 2</H3><UL><LI>2019/10/21 請全院同仁填報免稅額申報表<LI>2018/12/13 首頁改版公告</UL><P>總院差勤待簽 0 未核准 0 被駁回 0</P>")
        if r.path == "/logoff.asp":
            if r.query.get("SESSION", "") in self.on:
                self.on.discard(r.query["SESSION"])
                t.sessions.discard(f"portal:{r.query['SESSION']}")
                t.counts["sign_out_portal"] += 1
            return self.doc("登出", "<CENTER><H3>您已登出本系統</H3><A HREF='default.asp' TARGET=_top>重新登入</A></CENTER>", "", ("Set-Cookie", "ASPPORTAL=; path=/; max-age=0"))
        return Response("HTTP 404", 404)

    # ---- inner: what the IFRAME shows
    def inner(self, r: Request) -> Response:
        if (a := self.lib(r)) is not None:
            return a
        t, p, home = self.truth, self.truth.person, self.urls["portal"]
        sid = r.query.get("SESSION", "")
        if sid not in self.on:
            return self.run("alert('連線逾時，請重新登入');") if r.method == "POST" else self.doc("", f"連線逾時，請<A HREF='{home}/' TARGET=_top>重新登入</A>")
        foot = f"<P><A HREF='{home}/desk.asp?SESSION={sid}' TARGET=_top>回功能選單</A>　<A HREF='{home}/logoff.asp?SESSION={sid}' TARGET=_top>登出系統</A></P>"
        if r.path == "/chgpwd.asp":
            return self.doc("更改密碼", f"""<H3>更改密碼</H3><DIV ID=divForm><TABLE BORDER=1 CELLPADDING=4><TR><TD>請輸入舊密碼：<TD><INPUT TYPE=password ID=pOld><TR><TD>請輸入新密碼：<TD><INPUT TYPE=password ID=pNew onkeyup="$$('lv').innerHTML=this.value.length<8?'弱':'可'"><TR><TD>請再輸入新密碼：<TD><INPUT TYPE=password ID=pNew2><TR><TD>密碼強度檢核：<TD><SPAN ID=lv></SPAN></TABLE>
<INPUT TYPE=hidden ID=hidKey VALUE="{self.key('pwd' + sid)}"><P>密碼設定條件：<BR>1.密碼長度不可少於8個字元<BR>2.密碼內容需包含英文及數字<P><A CLASS=imgb HREF="javascript:ajaxRun('chgpwd_do.asp?SESSION={sid}','pOld,pNew,pNew2,hidKey')">存 檔</A></DIV><DIV ID=lblMsg></DIV>{foot}""")
        if r.path == "/chgpwd_do.asp" and r.method == "POST":
            self.takes(r, pOld="old_password", pNew="new_password", pNew2="new_password_again")
            new, why = r.get("pNew"), ""
            if not self.used(r, "pwd" + sid):
                why = "網頁過期，請重新點選功能"
            elif r.get("pOld") != t.portal_password:
                why = "舊密碼錯誤"
            elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new) or new == t.portal_password:
                why = "新密碼不合規定，請依密碼設定條件輸入"
            elif new != r.get("pNew2"):
                why = "新密碼兩次輸入不同"
            if why:
                t.counts["password_refused"] += 1
                return self.run(f"say({q(why)});$$('hidKey').value='{self.key('pwd' + sid)}';")
            t.portal_password = new
            t.counts["password_changed"] += 1
            return self.run("$$('divForm').innerHTML='';say('<B>密碼已變更，下次登入請用新密碼。</B>','blue');")
        fields = (("eSur", "english_surname", "英文姓：", "ex:Chen(陳)"), ("eGiv", "english_given", "英文首名：", "ex: Yi-Fen(怡芬) (說明)"), ("eMid", "english_middle", "英文中名：", "ex:Mary 為英文別名，如無，可不填"),
                  ("oTel", "office_phone", "辦公室電話：", "ex:61234或23123456"), ("hTel", "home_phone", "住宅電話：", "ex:0223123456"), ("mTel", "mobile_phone", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))
        if r.path == "/person.asp":
            rows = "".join(f'<TR><TD ALIGN=right BGCOLOR=#e6f2ff>{n}<TD><INPUT ID={i} VALUE="{escape(t.saved_contact.get(k, getattr(p, k)))}"> <FONT SIZE=2 COLOR=gray>{h}</FONT>' for i, k, n, h in fields)
            return self.doc("連絡資料", f"""<H3>台大醫院---維護個人連絡資料</H3><A CLASS=imgb HREF="javascript:doSave()">異動儲存</A><SPAN ID=lblMsg></SPAN><TABLE><TR><TD ALIGN=right BGCOLOR=#e6f2ff>員工編號：<TD>{p.employee_id}　姓名：{p.name}{rows}</TABLE><INPUT TYPE=hidden ID=hidKey VALUE="{self.key('per' + sid)}">{foot}""",
                f"""function doSave(){{if(!/^09[0-9]{{8}}$/.test($$('mTel').value)){{say('　行動電話請輸入10碼');return;}}ajaxRun('person_do.asp?SESSION={sid}','eSur,eGiv,eMid,oTel,hTel,mTel,hidKey');}}""")
        if r.path == "/person_do.asp" and r.method == "POST":
            self.takes(r, mTel="mobile_phone")
            if not self.used(r, "per" + sid) or not re.fullmatch(r"09\d{8}", r.get("mTel")):
                return self.run(f"say('　資料有誤，未存檔');$$('hidKey').value='{self.key('per' + sid)}';")
            code = ""
            for i, k, _, _ in fields:
                t.saved_contact[k] = r.get(i)
                code += f"$$('{i}').value={q(r.get(i))};"
            t.counts["contact_saved"] += 1
            return self.run(code + f"$$('hidKey').value='{self.key('per' + sid)}';say('　資料存檔完成 {time.strftime('%H:%M:%S')}','blue');")
        return Response("HTTP 404", 404)

    # ---- account
    def account(self, r: Request) -> Response:
        if (a := self.lib(r)) is not None:
            return a
        t, p = self.truth, self.truth.person
        cid = r.cookies.get("ASPHELP", "")
        case = self.cases.get(cid)
        if r.path in ("/", "/index.asp"):
            return self.doc("網路帳號", """<TABLE WIDTH=100% CLASS=hd><TR><TD>網路帳號管理</TABLE><B>《規範》</B><BR><IFRAME SRC="rule.asp" WIDTH=100% HEIGHT=150></IFRAME><B>《常見問題與服務》</B> <A HREF="javascript:ajaxFill('divQA','qa.asp')">展開</A><DIV ID=divQA></DIV>
<UL><LI><A HREF="javascript:go('N')">啟用網路帳號及首次雲端帳號密碼設定</A><BR>啟用本院微軟相關服務，如：Office365, Outlook...<LI><A HREF="javascript:go('R')">重置雲端服務密碼</A><BR>重設非Portal帳號的密碼<LI><A HREF="javascript:say('限廠商')">總院廠商VPN展延申請</A></UL><DIV ID=lblMsg></DIV>""", "function go(k){location.href='otp.asp?k='+k;}")
        if r.path == "/rule.asp":
            return self.doc("", "<P>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<UL><LI>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。<LI>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</UL>")
        if r.path == "/qa.asp":
            return self.run("<P>密碼修改後多久可以生效<BR>即時生效。<P>忘記密碼<BR>請以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。")
        if r.path == "/otp.asp":
            cid = self.hex()
            self.cases[cid] = {"k": "R" if r.query.get("k") == "R" else "N", "pass": False}
            head = "啟用網路帳號及首次雲端帳號密碼設定" if self.cases[cid]["k"] == "N" else "重置雲端服務密碼"
            return self.doc(head, f"""<DIV ID=divBody><B>注意事項</B><OL><LI>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<LI>請輸入帳號與簡訊動態碼後按「下一步」。</OL><TABLE BORDER=1 CELLPADDING=5><TR><TD COLSPAN=2 CLASS=hd>{head}<TR><TD>網路帳號 / 主職員工編號<TD><INPUT ID=uNo MAXLENGTH=6> <A CLASS=imgb HREF="javascript:ask()">發送簡訊動態碼</A>
<TR><TD>簡訊(或MOTP)動態碼<TD><INPUT ID=dCode MAXLENGTH=6><TR><TD COLSPAN=2 ALIGN=right><A CLASS=imgb HREF="javascript:ajaxRun('otp_chk.asp','uNo,dCode')">下一步</A></TABLE></DIV>
<DIV ID=lblMsg></DIV><DIV ID=divTel STYLE="display:none;position:absolute;left:300px;top:200px;width:340px;background:#ffffe0;border:3px double #066;padding:14px">請輸入帳號登記的手機門號(10碼)<BR><INPUT ID=tNo MAXLENGTH=10><BR><SPAN ID=telMsg STYLE="color:red"></SPAN><BR><A CLASS=imgb HREF="javascript:ajaxRun('otp_send.asp','uNo,tNo')">確定發送</A> <A CLASS=imgb HREF="javascript:mh('divTel')">取消</A></DIV>
<DIV ID=divOK STYLE="display:none;position:absolute;left:300px;top:200px;width:340px;background:#e0ffe0;border:3px double #066;padding:14px"><B>動態碼簡訊發送成功</B><BR>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」<P><A CLASS=imgb HREF="javascript:mh('divOK')">確定</A></DIV><P><A HREF="index.asp">回首頁</A>""",
                "function ask(){if(!/^[0-9]{6}$/.test($$('uNo').value)){say('請輸入6位數帳號');return;}say('');$$('telMsg').innerHTML='';mm('divTel');$$('tNo').focus();}", ("Set-Cookie", f"ASPHELP={cid}; path=/"))
        if r.path in ("/otp_send.asp", "/otp_chk.asp") and r.method == "POST":
            self.takes(r, uNo="employee_id", tNo="registered_phone", dCode="code")
            if case is None or case["pass"]:
                return self.run("alert('作業逾時');location.href='index.asp';")
            if r.path == "/otp_send.asp":
                if r.get("uNo") != p.employee_id or r.get("tNo") != t.saved_contact.get("mobile_phone", p.mobile_phone):
                    return self.run("$$('telMsg').innerHTML='門號與登記資料不符，請重新輸入';")
                case["code"], case["at"] = t.new_message(), time.time()
                return self.run("mh('divTel');mm('divOK');")
            late = "at" in case and time.time() - case["at"] > 120
            if r.get("uNo") != p.employee_id or not case.get("code") or r.get("dCode").strip() != case["code"] or t.messages[-1] != case["code"] or late:
                t.counts["code_refused"] += 1
                return self.run(f"say({q('動態碼已逾時，請重新發送' if late else '動態碼不符，請重新輸入')});$$('dCode').value='';")
            case["pass"], case["code"] = True, ""
            t.counts["code_accepted"] += 1
            t.sessions.add(f"account:{cid}")
            return self.run("say('');ajaxFill('divBody','" + ("setup.asp" if case["k"] == "N" else "reset.asp") + "');")
        if case is None or not case["pass"]:
            return redirect("/index.asp")
        out = '<P><A HREF="bye.asp">登出</A>'
        if r.path == "/setup.asp" and case["k"] == "N":
            facts = f"<TR><TD>網路帳號 / 主職員工編號<TD>{p.employee_id}<TR><TD>帳號姓名<TD>{p.name}<TR><TD>主職單位<TD>{p.unit}<TR><TD>有效期限<TD>{p.valid_until}"
            if t.alias:
                return self.run(f"<H3>設定密碼與郵件別名</H3><TABLE BORDER=1>{facts}<TR><TD>電子郵件<TD>{escape(t.alias)}@ntuh.gov.tw</TABLE><P><B>本帳號已辦理啟用，毋須重複申請。</B>{out}")
            return self.run(f"""<H3>設定密碼與郵件別名</H3><TABLE BORDER=1 CELLPADDING=4>{facts}<TR><TD>雲端服務帳號<BR>(電子郵件名稱)<TD><INPUT ID=eName MAXLENGTH=64> @ntuh.gov.tw <FONT SIZE=2>名稱長度限64字元內</FONT><TR><TD>雲端密碼<TD><INPUT TYPE=password ID=cPwd1> <FONT SIZE=2>8碼以上英數字</FONT><TR><TD>雲端密碼(確認)<TD><INPUT TYPE=password ID=cPwd2></TABLE>
<INPUT TYPE=hidden ID=hidKey VALUE="{self.key('N' + cid)}"><P><A CLASS=imgb HREF="index.asp">取消啟用</A> <A CLASS=imgb HREF="javascript:ajaxRun('setup_do.asp','eName,cPwd1,cPwd2,hidKey')">啟用雲端服務</A><P>服務於設定完成隔日生效{out}""")
        if r.path == "/reset.asp" and case["k"] == "R":
            return self.run(f"""<H3>重置雲端服務密碼</H3>新密碼 <INPUT TYPE=password ID=cPwd1><BR>確認密碼 <INPUT TYPE=password ID=cPwd2><INPUT TYPE=hidden ID=hidKey VALUE="{self.key('R' + cid)}"><P><A CLASS=imgb HREF="javascript:ajaxRun('reset_do.asp','cPwd1,cPwd2,hidKey')">確定重置</A>{out}""")
        if r.path in ("/setup_do.asp", "/reset_do.asp") and r.method == "POST":
            self.takes(r, eName="alias", cPwd1="cloud_password", cPwd2="cloud_password_again")
            kind, name, pw, why = "N" if r.path == "/setup_do.asp" else "R", r.get("eName"), r.get("cPwd1"), ""
            if not self.used(r, kind + cid) or case["k"] != kind:
                why = "網頁過期，請回首頁重做"
            elif kind == "N" and t.alias:
                why = "已啟用，不可重複"
            elif kind == "R" and not t.alias:
                why = "帳號尚未啟用"
            elif kind == "N" and not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", name):
                why = "電子郵件名稱不合規定(英文字母開頭)"
            elif kind == "N" and name.lower() == "taken.name":
                why = "電子郵件名稱已有人使用"
            elif len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search("[0-9]", pw):
                why = "密碼不合規定(8碼以上，含英文及數字)"
            elif pw != r.get("cPwd2"):
                why = "密碼兩次輸入不同"
            if why:
                return self.run(f"say({q(why)});$$('hidKey').value='{self.key(kind + cid)}';")
            t.cloud_password = pw
            if kind == "N":
                t.alias = name
                t.counts["activated"] += 1
            words = f"<H3>帳號建立完成</H3>電子郵件：{t.alias}@ntuh.gov.tw，明日起可以使用。" if kind == "N" else "<H3>密碼重置完成</H3>"
            return self.run(f"say('');$$('divBody').innerHTML={q(words + out)};")
        if r.path == "/bye.asp":
            t.sessions.discard(f"account:{cid}")
            del self.cases[cid]
            t.counts["sign_out_account"] += 1
            return self.doc("登出", "<H3>已登出網路帳號管理</H3><A HREF=index.asp>回首頁</A>", "", ("Set-Cookie", "ASPHELP=; path=/; max-age=0"))
        return Response("HTTP 404", 404)

    # ---- mail
    def mail(self, r: Request) -> Response:
        if (a := self.lib(r, "abcdefghijkmnpqrstuvwxyz23456789", 4)) is not None:
            return a
        t, sid = self.truth, r.cookies.get("ASPMAIL", "")
        if r.path in ("/", "/login.asp"):
            c = self.hex(8)
            return self.doc("WebMail", f"""<CENTER><H2>電子郵件</H2><TABLE BORDER=1 CELLPADDING=5><TR><TD>帳號:<TD><INPUT ID=mUser><TR><TD>密碼:<TD><INPUT TYPE=password ID=mPass><TR><TD>驗證碼(小寫字母或數字):<TD><INPUT ID=mChk SIZE=6 MAXLENGTH=4> <IMG ID=mImg SRC="checkcode.asp?c={c}"><INPUT TYPE=hidden ID=hidPic VALUE={c}><TR><TD COLSPAN=2><INPUT TYPE=checkbox ID=mKeep>記住登入資訊 (公用電腦請勿勾選)<TR><TD COLSPAN=2 ALIGN=center><A CLASS=imgb HREF="javascript:ajaxRun('login_do.asp','mUser,mPass,mChk,mKeep,hidPic')">登入</A></TABLE><DIV ID=lblMsg></DIV></CENTER>""",
                "function again(m,c){say(m);$$('mChk').value='';$$('hidPic').value=c;$$('mImg').src='checkcode.asp?c='+c;}")
        if r.path == "/login_do.asp" and r.method == "POST":
            self.takes(r, mUser="mail_account", mPass="mail_password", mChk="captcha")
            right = self.read(r, r.get("mChk"))
            if not right or not t.alias or r.get("mUser").split("@")[0].lower() != t.alias.lower() or r.get("mPass") != t.cloud_password:
                return self.run(f"again({q('帳號或密碼錯誤' if right else '驗證碼錯誤')},'{self.hex(8)}');")
            sid = self.hex()
            t.sessions.add(f"mail:{sid}")
            t.counts["mail_sign_in"] += 1
            return self.run("location.href='inbox.asp';", ("Set-Cookie", f"ASPMAIL={sid}; path=/"))
        if f"mail:{sid}" in t.sessions:
            if r.path == "/inbox.asp":
                return self.doc("收件匣", f"<H3>收件匣 - {escape(t.alias)}@ntuh.gov.tw</H3><A HREF='javascript:location.href=\"out.asp\"'>登出</A><DIV ID=divList>...</DIV><SCRIPT>ajaxFill('divList','list.asp');</SCRIPT>")
            if r.path == "/list.asp":
                return self.run("<TABLE BORDER=1><TR><TD>資訊室<TD>郵件系統使用說明</TABLE>")
            if r.path == "/out.asp":
                t.sessions.discard(f"mail:{sid}")
                t.counts["sign_out_mail"] += 1
                return self.doc("登出", "<CENTER>您已登出郵件系統 <A HREF=login.asp>重新登入</A></CENTER>", "", ("Set-Cookie", "ASPMAIL=; path=/; max-age=0"))
        return redirect("/login.asp")

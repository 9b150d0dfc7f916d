"""A Java shop's *.do pages of about 2014, in Big5, dressed with jQuery UI: tabs, menus, buttons and dialogs."""

from __future__ import annotations

import json
import pathlib
import re
import secrets
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from truth import Request, Response, Site, picture, redirect  # noqa: E402

RES = {"/res/jquery.js": ("jquery.min.js", "text/javascript; charset=utf-8"), "/res/jquery-ui.js": ("jquery-ui.min.js", "text/javascript; charset=utf-8"), "/res/ui/jquery-ui.css": ("jquery-ui.min.css", "text/css; charset=utf-8")}
BIG5 = "text/html; charset=big5"

LAYOUT = """<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">
<HTML><HEAD><META http-equiv="Content-Type" content="text/html; charset=big5"><TITLE>{title}</TITLE>
<LINK rel="stylesheet" href="/res/ui/jquery-ui.css"><SCRIPT src="/res/jquery.js"></SCRIPT><SCRIPT src="/res/jquery-ui.js"></SCRIPT>
<STYLE>BODY{{font-family:新細明體,PMingLiU,serif;font-size:15px;margin:0}} .ui-widget{{font-family:inherit;font-size:15px}} TD{{padding:4px}} .hd{{background:#336;color:#fff;padding:8px 16px}} .hint{{color:#777;font-size:13px}} .ui-menu{{width:230px}}</STYLE></HEAD><BODY>
{body}
<DIV id="msgDlg" title="系統訊息" style="display:none"><P id="msgTxt"></P></DIV>
<SCRIPT>
function showMsg(t, cb, title) {{ $('#msgTxt').text(t); $('#msgDlg').dialog({{modal:true, resizable:false, width:380, title:title||'系統訊息', buttons:[{{text:'確定', click:function(){{$(this).dialog('close');}}}}], close:function(){{ $(this).dialog('destroy'); if(cb) cb(); }}}}); }}
var TOKEN='{token}';
function act(url, d, cb) {{ d.TOKEN=TOKEN; $.post(url, d, null, 'json').done(function(r){{ if(r.token) TOKEN=r.token; cb(r); }}).fail(function(){{ showMsg('伺服器沒有回應'); }}); }}
$(function() {{ $('.jb').button(); {script} }});
</SCRIPT></BODY></HTML>"""


class TheSite(Site):
    title = "jqueryui_dialog"
    charset = "cp950"

    def __init__(self) -> None:
        super().__init__()
        self.live_tokens: dict[str, str] = {}  # token -> page family
        self.applies: dict[str, dict[str, str]] = {}

    # ============ helpers
    def token(self, family: str) -> str:
        value = secrets.token_hex(16)
        self.live_tokens[value] = family
        return value

    def doc(self, family: str, title: str, body: str, script: str = "") -> Response:
        return Response(LAYOUT.format(title=title, body=body, script=script, token=self.token(family)), kind=BIG5, headers=[("Cache-Control", "no-cache"), ("X-Frame-Options", "ALLOWALL")])

    def js(self, family: str, code: str, msg: str = "", **rest: str) -> Response:
        out = {"rtnCode": code, "rtnMsg": msg, "token": self.token(family), **rest}
        return Response(json.dumps(out, ensure_ascii=False).encode("utf-8"), kind="application/json; charset=utf-8")

    def token_ok(self, request: Request, family: str) -> bool:
        return self.live_tokens.pop(request.get("TOKEN"), "") == family

    def resource(self, request: Request) -> Response:
        if request.path in RES:
            name, kind = RES[request.path]
            return Response((pathlib.Path(__file__).resolve().parent.parent / "vendor" / name).read_bytes(), kind=kind, headers=[("Cache-Control", "max-age=600")])
        return Response("HTTP Status 404", 404, BIG5)

    def check_picture(self, typed: str) -> bool:
        kept, self.truth.captcha = self.truth.captcha, ""
        return len(kept) > 0 and kept.lower() == typed.strip().lower()

    # ============ PORTAL
    def portal(self, request: Request) -> Response:
        t = self.truth
        path, post = request.path, request.method == "POST"
        if path == "/":
            return redirect("/hisweb/login.do")
        if path == "/hisweb/kaptcha.jpg":
            return Response(picture(t.new_captcha(), "JPEG", (130, 38)), kind="image/jpeg", headers=[("Cache-Control", "no-store")])
        if path == "/hisweb/login.do" and not post:
            return self.doc("login", "PORTAL入口網", """
<DIV class="hd"><B>National Taiwan University Hospital</B> 醫療資訊系統</DIV>
<TABLE align="center" width="620" style="margin-top:30px"><TR><TD>
<DIV id="tabs"><UL><LI><A href="#t1">院內登入</A></LI><LI><A href="#t2">憑證登入</A></LI><LI><A href="#t3">聯絡我們</A></LI></UL>
<DIV id="t1"><TABLE>
<TR><TD align="right">院　區<TD><SELECT id="hospCode" name="hospCode"><OPTION value="A">總院區<OPTION value="B">北護分院<OPTION value="C">金山分院<OPTION value="D">新竹分院</SELECT>
<TR><TD align="right">帳　號<TD><INPUT type="text" id="userId" name="userId" size="20" maxlength="6">
<TR><TD align="right">密　碼<TD><INPUT type="password" id="userPwd" name="userPwd" size="20"> <SPAN id="caps" style="visibility:hidden;color:red">Caps Lock 開啟中</SPAN>
<TR><TD align="right">驗證碼<TD><INPUT type="text" id="authCode" name="authCode" size="8" maxlength="6"> <IMG id="authImg" width="130" height="38" align="absmiddle"> <A href="#" id="chgImg" class="hint">看不清楚</A>
<TR><TD><TD class="hint">(不用區分大小寫)
<TR><TD><TD><BUTTON type="button" id="btnIn" class="jb">登入</BUTTON> <BUTTON type="button" id="btnClr" class="jb">清除重填</BUTTON></TABLE></DIV>
<DIV id="t2"><TABLE><TR><TD>PIN碼<TD><INPUT type="password" id="pinCode" size="10"></TABLE><P>請插入醫事人員卡。</P></DIV><DIV id="t3"><P>資訊室服務台分機 261120</P></DIV></DIV></TABLE>""", """
$('#tabs').tabs();
function newImg(){ $('#authImg').attr('src','kaptcha.jpg?'+new Date().getTime()); $('#authCode').val(''); } newImg();
$('#chgImg').click(function(e){ e.preventDefault(); newImg(); });
$('#btnClr').click(function(){ $('#t1 input').val(''); });
$('#userPwd').keypress(function(e){ var c=String.fromCharCode(e.which); $('#caps').css('visibility', c>='A'&&c<='Z'&&!e.shiftKey?'visible':'hidden'); });
$('#btnIn').click(function(){ act('login.do', {method:'doLogin', hospCode:$('#hospCode').val(), userId:$.trim($('#userId').val()), userPwd:$('#userPwd').val(), authCode:$('#authCode').val()}, function(r){
  if(r.rtnCode==='0000') location.href=r.url; else showMsg(r.rtnMsg, newImg, '登入失敗'); }); });""")
        if path == "/hisweb/login.do":
            self.takes(request, hospCode="campus", userId="employee_id", userPwd="portal_password", authCode="captcha")
            if not self.token_ok(request, "login") or request.get("method") != "doLogin":
                return self.js("login", "9001", "畫面已失效，請重新整理後再試")
            if request.get("hospCode") not in ("A", "B", "C", "D"):
                return self.js("login", "9002", "院區代碼錯誤")
            if not self.check_picture(request.get("authCode")):
                t.counts["sign_in_refused"] += 1
                return self.js("login", "1003", "您輸入的圖形文字與圖片不同，已更換圖片")
            if request.get("hospCode") != "A" or request.get("userId") != t.person.employee_id or request.get("userPwd") != t.portal_password:
                t.counts["sign_in_refused"] += 1
                return self.js("login", "1001", "查無使用者或資料輸入錯誤")
            sid = secrets.token_hex(16)
            t.sessions.add(f"portal:{sid}")
            t.counts["sign_in"] += 1
            return self.js("login", "0000", url=f"main.do?SESSION={sid}")
        sid = request.get("SESSION")
        known = f"portal:{sid}" in t.sessions
        if path == "/hisweb/logout.do" and post:
            self.takes(request)
            if not known or not self.token_ok(request, "main"):
                return self.js("main", "9001", "已失效")
            t.sessions.remove(f"portal:{sid}")
            t.counts["sign_out_portal"] += 1
            return self.js("main", "0000", "您已登出，謝謝使用。")
        if path == "/hisweb/main.do":
            if not known:
                return redirect("/hisweb/login.do")
            hr = self.urls["inner"] + "/hrweb/"
            return self.doc("main", "功能選單", f"""
<DIV class="hd"><TABLE width="100%" style="color:#fff"><TR><TD>{t.person.name} 您好!<TD align="right"><BUTTON type="button" class="jb" id="btnOut">登出系統</BUTTON></TABLE></DIV>
<TABLE width="100%"><TR valign="top"><TD width="240">
<UL id="mn"><LI><DIV>醫療系統</DIV></LI><LI><DIV>醫療支援</DIV></LI><LI><DIV>其他資源</DIV></LI><LI><DIV>數位學習</DIV></LI><LI><DIV>資訊安全</DIV></LI><LI><DIV>行政系統</DIV></LI>
<LI class="ui-widget-header"><DIV>個人管理</DIV></LI>
<LI data-u="{hr}chgPwd.do"><DIV>更改密碼</DIV></LI><LI data-u=""><DIV>個人簽章提醒設定</DIV></LI><LI data-u=""><DIV>員工待遇福利查詢</DIV></LI><LI data-u=""><DIV>查詢員工連絡資料</DIV></LI>
<LI data-u="{hr}contact.do"><DIV>維護個人連絡資料</DIV></LI><LI data-u=""><DIV>個人就醫紀錄查詢</DIV></LI><LI data-u=""><DIV>流感同意書列印</DIV></LI></UL>
<TD><DIV id="desk"><P>總院差勤待簽 0 未核准 0 被駁回 0 / 總院Workflow待簽 0</P><H3>全院公告 2</H3><TABLE border="1" cellspacing="0"><TR><TH>日期<TH>標題<TR><TD>2019/10/21<TD>請全院同仁填報「薪資所得免稅額申報表」<TR><TD>2018/12/13<TD>首頁改成新的版本</TABLE></DIV>
<IFRAME id="work" name="work" width="960" height="620" frameborder="0" style="display:none"></IFRAME></TABLE>
<DIV id="outDlg" title="離開系統" style="display:none">確認要離開嗎？未存檔的資料將會遺失。</DIV>""", """
$('#mn').menu({items:'> :not(.ui-widget-header)', select:function(e,ui){ var u=ui.item.data('u'); if(!u){ showMsg('您沒有這項功能的權限'); return; } $('#desk').hide(); $('#work').attr('src', u+'?SESSION=__S').show(); }});
$('#btnOut').click(function(){ $('#outDlg').dialog({modal:true, buttons:{'確定登出':function(){ var d=$(this); act('logout.do',{SESSION:'__S'},function(r){ d.dialog('close'); showMsg(r.rtnMsg,function(){location.href='login.do';}); }); }, '取消':function(){ $(this).dialog('close'); }}}); });""".replace("__S", sid))
        return self.resource(request)

    # ============ inner (shown in the portal's frame)
    def inner(self, request: Request) -> Response:
        t = self.truth
        sid = request.get("SESSION")
        if not request.path.startswith("/hrweb/"):
            return self.resource(request)
        page = request.path[7:]
        post = request.method == "POST"
        if f"portal:{sid}" not in t.sessions:
            if post:
                self.takes(request)
            return Response("<HTML><BODY>您的登入已逾時，請重新登入。</BODY></HTML>", 403, BIG5)
        top = f'<P align="right"><A href="{self.urls["portal"]}/hisweb/main.do?SESSION={sid}" target="_top">回功能選單</A></P>'
        if page == "chgPwd.do" and not post:
            return self.doc("pwd", "更改密碼", """<H3>更改密碼</H3><TABLE id="tb">
<TR><TD>請輸入舊密碼：<TD><INPUT type="password" id="oldPwd"><TD><SPAN class="ui-state-error" style="display:none">必填</SPAN>
<TR><TD>請輸入新密碼：<TD><INPUT type="password" id="newPwd"><TD><SPAN class="ui-state-error" style="display:none">必填</SPAN>
<TR><TD>請再輸入新密碼：<TD><INPUT type="password" id="newPwd2"><TD><SPAN class="ui-state-error" style="display:none">必填</SPAN>
<TR><TD>密碼強度檢核：<TD><DIV id="pg" style="height:14px"></DIV></TABLE>
<P>密碼設定條件：<OL><LI>密碼長度不可少於8個字元<LI>密碼內容需包含英文及數字</OL><BUTTON type="button" class="jb" id="btnOk">確定修改</BUTTON>""" + top, """
$('#pg').progressbar({max:12,value:0}); $('#newPwd').keyup(function(){ $('#pg').progressbar('value',Math.min(12,this.value.length)); });
$('#btnOk').click(function(){ var bad=false; $('#tb input').each(function(){ var e=!this.value; $(this).closest('tr').find('.ui-state-error').toggle(e); bad=bad||e; }); if(bad) return;
 act('chgPwd.do', {SESSION:'__S', oldPwd:$('#oldPwd').val(), newPwd:$('#newPwd').val(), newPwd2:$('#newPwd2').val()}, function(r){ showMsg(r.rtnMsg, function(){ $('#tb input').val(''); $('#pg').progressbar('value',0); }); }); });""".replace("__S", sid))
        if page == "chgPwd.do":
            self.takes(request, oldPwd="old_password", newPwd="new_password", newPwd2="new_password_again")
            new = request.get("newPwd")
            why = ""
            if not self.token_ok(request, "pwd"):
                why = "畫面已失效，請重新進入"
            elif request.get("oldPwd") != t.portal_password:
                why = "舊資料驗證不符"
            elif new != request.get("newPwd2"):
                why = "新密碼兩次輸入不一致"
            elif len(new) < 8 or new.isdigit() or new.isalpha() or not re.search(r"\d", new) or not re.search("[a-zA-Z]", new):
                why = "新密碼未符合設定條件"
            elif new == t.portal_password:
                why = "不可沿用原密碼"
            if why:
                t.counts["password_refused"] += 1
                return self.js("pwd", "2001", why)
            t.portal_password = new
            t.counts["password_changed"] += 1
            return self.js("pwd", "0000", "修改成功，新密碼已生效！")
        spec = (("engLast", "英文姓", "english_surname", "ex:Chen(陳)"), ("engFirst", "英文首名", "english_given", "ex: Yi-Fen(怡芬)"), ("engMid", "英文中名", "english_middle", "ex:Mary 為英文別名，如無，可不填"),
                ("offTel", "辦公室電話", "office_phone", "ex:61234或23123456"), ("homTel", "住宅電話", "home_phone", "ex:0223123456"), ("mobTel", "行動電話", "mobile_phone", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))
        if page == "contact.do" and not post:
            now = {i: t.saved_contact.get(k, getattr(t.person, k)) for i, _, k, _ in spec}
            rows = "".join(f'<TR><TD nowrap>{n}：<TD><INPUT type="text" id="{i}" name="{i}" class="ct" value="{now[i]}" title="{h}"> <SPAN class="hint">{h}</SPAN>' for i, n, _, h in spec)
            return self.doc("contact", "維護個人連絡資料", f"""<H3>台大醫院---維護個人連絡資料</H3><BUTTON type="button" class="jb" id="btnSave">異動儲存</BUTTON>
<DIV id="bar" class="ui-state-highlight" style="display:none;padding:6px;margin:6px 0"></DIV><P>員工編號：{t.person.employee_id}　　姓名：{t.person.name}</P><TABLE>{rows}</TABLE>""" + top, """
$('#btnSave').click(function(){ var d={SESSION:'__S'}; $('.ct').each(function(){ d[this.name]=this.value; }); act('contact.do', d, function(r){ if(r.rtnCode!=='0000') return showMsg(r.rtnMsg);
 $('.ct').each(function(){ this.value=r[this.name]; }); $('#bar').text(r.rtnMsg).show('highlight'); }); });""".replace("__S", sid))
        if page == "contact.do":
            self.takes(request, mobTel="mobile_phone")
            if not self.token_ok(request, "contact") or not all(request.has(i) for i, *_ in spec):
                return self.js("contact", "9001", "畫面已失效，請重新進入")
            if not re.fullmatch(r"09\d{8}", request.get("mobTel")):
                return self.js("contact", "3001", "手機號碼格式錯誤，應為10碼數字")
            if re.search(r"[^0-9#-]", request.get("offTel") + request.get("homTel")):
                return self.js("contact", "3002", "市話格式錯誤")
            if not request.get("engLast") or not request.get("engFirst") or re.search(r"[^A-Za-z ,.'-]", request.get("engLast") + request.get("engFirst") + request.get("engMid")):
                return self.js("contact", "3003", "英文名字格式錯誤")
            t.saved_contact = {k: request.get(i) for i, _, k, _ in spec}
            t.counts["contact_saved"] += 1
            return self.js("contact", "0000", "存檔完成！", **{i: request.get(i) for i, *_ in spec})
        return self.resource(request)

    # ============ account
    def account(self, request: Request) -> Response:
        t, p = self.truth, self.truth.person
        post = request.method == "POST"
        if request.path == "/":
            return self.doc("idx", "網路帳號服務", """<DIV class="hd">網路帳號服務</DIV><DIV style="width:900px;margin:16px auto"><P>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</P>
<DIV id="tabs"><UL><LI><A href="#r">《規範》</A></LI><LI><A href="#q">《常見問題與服務》</A></LI></UL>
<DIV id="r"><P>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</P><UL><LI>如有借用帳號行為，致院內重要資料或個人資料外洩時，該網路帳號擁有者需負相關法律之責任。<LI>請勿冒用院內同仁申請網路帳號。</UL></DIV>
<DIV id="q"><P>密碼修改後多久可以生效：即時生效。</P><P>忘記密碼：恕不接受電話、信件等方式查詢。</P></DIV></DIV>
<P><A class="jb" href="apply.do?kind=N">啟用網路帳號及首次雲端帳號密碼設定</A> 啟用本院微軟相關服務<P><A class="jb" href="apply.do?kind=R">重置雲端服務密碼</A> 重設非Portal帳號的密碼<P><A class="jb" href="#">總院廠商VPN展延申請</A></DIV>""", "$('#tabs').tabs();")
        if request.path == "/apply.do" and not post:
            kind = "R" if request.query.get("kind") == "R" else "N"
            seq = secrets.token_hex(6)
            self.applies[seq] = {"kind": kind, "otp": "", "at": "0", "sid": ""}
            name = "重置雲端服務密碼" if kind == "R" else "啟用網路帳號及首次雲端帳號密碼設定"
            return self.doc("apply", name, f"""<DIV class="hd">{name}</DIV><DIV style="width:940px;margin:16px auto"><DIV id="steps"><UL><LI><A href="#s1">身分驗證</A></LI><LI><A href="#s2">{'設定新密碼' if kind == 'R' else '設定密碼與郵件別名'}</A></LI></UL>
<DIV id="s1"><B>注意事項</B><UL><LI>電子郵件別名第一次設定之後則不能修改，請慎重選擇。<LI>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<LI>請輸入帳號與簡訊動態碼後按「下一步」。<LI>如未申請MOTP服務請洽資訊服務台辦理(261120)。</UL>
<TABLE border="1" cellspacing="0" width="100%"><TR><TD width="240">網路帳號 / 主職員工編號<TD><INPUT type="text" id="acctNo" maxlength="10"> <BUTTON type="button" class="jb" id="btnSms">發送簡訊動態碼</BUTTON>
<TR><TD>簡訊(或MOTP)動態碼<TD><INPUT type="text" id="dynCode" maxlength="6"><TR><TD><TD align="right"><BUTTON type="button" class="jb" id="btnNext">下一步</BUTTON></TABLE></DIV><DIV id="s2"></DIV></DIV></DIV>
<DIV id="telDlg" title="簡訊發送" style="display:none"><P>請輸入帳號登記的手機門號(10碼)</P><INPUT type="text" id="telNo" maxlength="10" style="width:92%"><P id="telErr" class="ui-state-error" style="display:none"></P></DIV>
<DIV id="askDlg" title="再次確認" style="display:none">設定後名稱無法更改，是否繼續？</DIV>""", """
var SEQ='__Q'; $('#steps').tabs({disabled:[1]});
$('#telDlg').dialog({autoOpen:false, modal:true, width:400, open:function(){ $('#telNo').val(''); $('#telErr').hide(); }, buttons:[{text:'確定發送', click:function(){ var d=$(this);
  act('sms.do',{seq:SEQ, acctNo:$('#acctNo').val(), telNo:$('#telNo').val()},function(r){ if(r.rtnCode==='0000'){ d.dialog('close'); showMsg('成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」',null,'動態碼簡訊發送成功'); } else $('#telErr').text(r.rtnMsg).show(); }); }},
  {text:'取消', click:function(){ $(this).dialog('close'); }}]});
$('#btnSms').click(function(){ if(!$('#acctNo').val()) return showMsg('請輸入員工編號'); $('#telDlg').dialog('open'); });
$('#btnNext').click(function(){ act('verify.do',{seq:SEQ, acctNo:$('#acctNo').val(), dynCode:$('#dynCode').val()},function(r){ if(r.rtnCode!=='0000') return showMsg(r.rtnMsg);
  $('#s2').html(r.html).find('.jb').button(); $('#steps').tabs('enable',1).tabs('option','active',1).tabs('disable',0); }); });
function fin(){ act('setup.do',{seq:SEQ, mailName:$('#mailName').val()||'', cloudPwd:$('#cloudPwd').val()},function(r){ showMsg(r.rtnMsg,function(){ if(r.html) $('#s2').html(r.html).find('.jb').button(); }); }); }
$('#s2').on('click','#btnGo',function(){ if(!$('#mailName').length) return fin(); $('#askDlg').dialog({modal:true, buttons:[{text:'是，繼續', click:function(){ $(this).dialog('close'); fin(); }},{text:'否',click:function(){ $(this).dialog('close'); }}]}); });
$('#s2').on('click','#eye',function(){ $('#cloudPwd').attr('type', this.checked?'text':'password'); });
$('#s2').on('click','.bye',function(){ act('leave.do',{seq:SEQ},function(){ location.href='/'; }); });""".replace("__Q", seq))
        if not post:
            return self.resource(request)
        self.takes(request, acctNo="employee_id", telNo="registered_phone", dynCode="code", mailName="alias", cloudPwd="cloud_password")
        case = self.applies.get(request.get("seq"))
        if case is None or not self.token_ok(request, "apply"):
            return self.js("apply", "9001", "畫面已失效，請回首頁重新申請")
        end = '<P align="right"><BUTTON type="button" class="jb bye">結束離開</BUTTON></P>'
        if request.path == "/sms.do":
            if request.get("acctNo") != p.employee_id:
                return self.js("apply", "4001", "查無此員工編號")
            if request.get("telNo") != (t.saved_contact.get("mobile_phone") or p.mobile_phone):
                return self.js("apply", "4002", "門號與登記不符，請確認")
            case["otp"], case["at"] = t.new_message(), str(time.time())
            return self.js("apply", "0000")
        if request.path == "/verify.do":
            if not case["otp"] or request.get("acctNo") != p.employee_id or case["otp"] != request.get("dynCode").strip():
                t.counts["code_refused"] += 1
                return self.js("apply", "4003", "驗證失敗：號碼不符")
            if time.time() - float(case["at"]) > 120:
                t.counts["code_refused"] += 1
                return self.js("apply", "4004", "驗證失敗：已逾2分鐘有效時間")
            case.update(otp="", sid=secrets.token_hex(8))
            t.sessions.add("account:" + case["sid"])
            t.counts["code_accepted"] += 1
            facts = f'<TABLE border="1" cellspacing="0" width="100%"><TR><TD width="260">網路帳號 / 主職員工編號<TD>{p.employee_id}<TR><TD>帳號姓名<TD>{p.name}<TR><TD>主職單位<TD>{p.unit}<TR><TD>有效期限<TD>{p.valid_until}'
            box = '<TR><TD>雲端服務密碼<TD><INPUT type="password" id="cloudPwd" maxlength="20"> <INPUT type="checkbox" id="eye">顯示 <SPAN class="hint">8至20碼，英文及數字</SPAN>'
            if case["kind"] == "R":
                body = "<P>尚未啟用雲端服務，無法重置。</P>" + end if not t.alias else facts + box + '</TABLE><BUTTON type="button" class="jb" id="btnGo">確定重置</BUTTON>' + end
            elif t.alias:
                body = facts + f"<TR><TD>目前狀態<TD>已啟用<TR><TD>電子郵件<TD>{t.alias}@ntuh.gov.tw</TABLE>" + end
            else:
                body = ("<P>雲端服務帳號說明：<BR>1. 雲端服務帳號為跨體系使用。<BR>2. 服務於設定完成隔日生效。</P>" + facts + '<TR><TD>雲端服務帳號<BR>(電子郵件名稱)<TD><INPUT type="text" id="mailName" maxlength="64">@ntuh.gov.tw 名稱長度限64字元內' + box
                        + '</TABLE><BUTTON type="button" class="jb bye">取消啟用</BUTTON> <BUTTON type="button" class="jb" id="btnGo">啟用雲端服務</BUTTON> 服務於設定完成隔日生效')
            return self.js("apply", "0000", html=body)
        if "account:" + case["sid"] not in t.sessions:
            return self.js("apply", "9002", "請先通過身分驗證")
        if request.path == "/leave.do":
            t.sessions.remove("account:" + case["sid"])
            t.counts["sign_out_account"] += 1
            return self.js("apply", "0000")
        if request.path == "/setup.do":
            name, secret = request.get("mailName").strip(), request.get("cloudPwd")
            if case["kind"] == "N":
                if t.alias:
                    return self.js("apply", "5001", "雲端服務已於先前啟用，不得再次申請")
                if not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", name):
                    return self.js("apply", "5002", "電子郵件名稱含有不允許的字元")
                if name.lower() in ("taken.name", "root", "postmaster"):
                    return self.js("apply", "5003", "電子郵件名稱重複，已有人使用")
            elif not t.alias:
                return self.js("apply", "5004", "尚未啟用")
            if not 8 <= len(secret) <= 20 or not re.search("[A-Za-z]", secret) or not re.search(r"\d", secret):
                return self.js("apply", "5005", "雲端服務密碼須為8至20碼英文及數字")
            if secret == t.portal_password:
                return self.js("apply", "5006", "雲端服務密碼不可與Portal密碼相同")
            t.cloud_password = secret
            if case["kind"] == "R":
                return self.js("apply", "0000", "密碼重置作業已完成", html="<P>密碼重置作業已完成，請以新密碼使用各項服務。</P>" + end)
            t.alias = name
            t.counts["activated"] += 1
            return self.js("apply", "0000", "申請已受理，雲端服務啟用完成", html=f"<P>雲端服務啟用完成。<P>電子郵件：<B>{name}@ntuh.gov.tw</B>" + end)
        return self.resource(request)

    # ============ mail
    def mail(self, request: Request) -> Response:
        t = self.truth
        sid = request.cookies.get("JSESSIONID_M", "")
        inside = "mail:" + sid in t.sessions
        if request.path == "/":
            if inside:
                return redirect("/inbox.do")
            return self.doc("mail", "電子郵件", """<DIV class="hd">WebMail 電子郵件</DIV><TABLE align="center" style="margin-top:40px">
<TR><TD>帳號:<TD><INPUT type="text" id="mid" size="24"><TR><TD>密碼:<TD><INPUT type="password" id="mpw" size="24"><TR><TD>驗證碼(小寫字母或數字):<TD><INPUT type="text" id="mck" size="6" maxlength="5"> <IMG id="mimg" align="absmiddle">
<TR><TD><TD><INPUT type="checkbox" id="mrem" value="Y"> 記住登入資訊 (公用電腦請勿勾選)<TR><TD><TD><BUTTON type="button" class="jb" id="mgo">登入信箱</BUTTON></TABLE><CENTER><H4>公佈欄</H4>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</CENTER>""", """
function ni(){ $('#mimg').attr('src','code.bmp?'+new Date().getTime()); $('#mck').val(''); } ni(); $('#mimg').click(ni);
$('#mgo').click(function(){ act('login.do',{mid:$('#mid').val(),mpw:$('#mpw').val(),mck:$('#mck').val(),mrem:$('#mrem').is(':checked')?'Y':'N'},function(r){ if(r.rtnCode==='0000') location.href='inbox.do'; else showMsg(r.rtnMsg,ni); }); });""")
        if request.path == "/code.bmp":
            return Response(picture(t.new_captcha("abcdefghijkmnpqrstuvwxyz23456789", 5), "BMP"), kind="image/bmp", headers=[("Cache-Control", "no-store")])
        if request.path == "/login.do" and request.method == "POST":
            self.takes(request, mid="mail_account", mpw="mail_password", mck="captcha")
            if not self.token_ok(request, "mail") or not self.check_picture(request.get("mck")):
                return self.js("mail", "1", "圖片文字輸入錯誤")
            if not t.alias or request.get("mid").strip().split("@")[0] != t.alias or request.get("mpw") != t.cloud_password:
                return self.js("mail", "2", "登入資料不正確")
            sid = secrets.token_hex(12)
            t.sessions.add("mail:" + sid)
            t.counts["mail_sign_in"] += 1
            answer = self.js("mail", "0000")
            answer.headers.append(("Set-Cookie", f"JSESSIONID_M={sid}; Path=/"))
            return answer
        if request.path == "/logout.do" and request.method == "POST":
            self.takes(request)
            if inside and self.token_ok(request, "inbox"):
                t.sessions.remove("mail:" + sid)
                t.counts["sign_out_mail"] += 1
            return self.js("inbox", "0000")
        if request.path == "/inbox.do":
            if not inside:
                return redirect("/")
            return self.doc("inbox", "信箱", f'<DIV class="hd">{t.alias}@ntuh.gov.tw <A href="#" id="bye" style="color:#fff">登出</A></DIV><DIV id="tabs"><UL><LI><A href="#a">收件匣</A></LI><LI><A href="#b">寄件備份</A></LI></UL><DIV id="a">歡迎信</DIV><DIV id="b">(空)</DIV></DIV>',
                            "$('#tabs').tabs(); $('#bye').click(function(e){ e.preventDefault(); act('logout.do',{},function(){ location.href='/'; }); });")
        return self.resource(request)

"""A PHP house with jQuery: tabs by a plugin of their own, toastr for every message, a modal that somebody built once."""

from __future__ import annotations

import hashlib
import json
import re
import sys
import time
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from truth import Request, Response, Site, picture, redirect  # noqa: E402

LIBS = {"jquery.min.js": "text/javascript", "toastr.min.js": "text/javascript", "toastr.min.css": "text/css"}

STYLE = """*{box-sizing:border-box}body{margin:0;font:15px "微軟正黑體",Arial;background:#e9eef5}.top{background:linear-gradient(#3a6ea5,#23476f);color:#fff;padding:12px 24px;font-size:20px}
.wrap{width:1000px;margin:16px auto;background:#fff;border:1px solid #c4d0de;padding:16px}.tabs{margin:0;padding:0;list-style:none;border-bottom:2px solid #3a6ea5;overflow:hidden}
.tabs li{float:left;padding:8px 18px;background:#dde6f0;margin-right:3px;cursor:pointer;border-radius:5px 5px 0 0}.tabs li.on{background:#3a6ea5;color:#fff}.pane{display:none;padding:14px 4px}.pane.on{display:block}
table.f td{padding:6px 8px}table.f td.k{background:#f0f4f9;text-align:right;white-space:nowrap}.btn{display:inline-block;padding:6px 16px;background:#3a6ea5;color:#fff;border:0;border-radius:3px;cursor:pointer;font-size:15px}.btn.gray{background:#888}
.btn.off{opacity:.5}#mask{display:none;position:fixed;left:0;top:0;right:0;bottom:0;background:rgba(0,0,0,.45);z-index:900}#box{display:none;position:fixed;left:50%;top:160px;width:430px;margin-left:-215px;background:#fff;z-index:901;border-radius:4px}
#box h4{margin:0;padding:10px 16px;background:#3a6ea5;color:#fff}#box .in{padding:16px}#box .ft{padding:0 16px 16px;text-align:right}a.m{display:block;padding:4px 10px;color:#23476f}"""

COMMON_JS = """(function($){
$.fn.hisTabs=function(){return this.each(function(){var $u=$(this);$u.on('click','li',function(){$u.find('li').removeClass('on');$(this).addClass('on');
 $('.pane').removeClass('on');$('#'+$(this).data('pane')).addClass('on');});});};
$.hisBox=function(o){$('#mask,#box').remove();$('body').append('<div id="mask"></div><div id="box"><h4></h4><div class="in"></div><div class="ft"></div></div>');
 $('#box h4').text(o.title);$('#box .in').html(o.html);$.each(o.buttons,function(i,b){$('<span class="btn" role="button" tabindex="0"></span>').addClass(b.gray?'gray':'').text(b.text)
 .on('click',function(){if(b.act)b.act();else $.hisBoxClose();}).appendTo('#box .ft');});$('#mask,#box').fadeIn(150);$('#box input:first').focus();};
$.hisBoxClose=function(){$('#mask,#box').fadeOut(120,function(){$(this).remove();});};
$.call=function(act,data,ok,bad){$('.btn').addClass('off');return $.ajax({url:'api.php?act='+act,type:'POST',data:data,dataType:'json',headers:{'X-Requested-With':'XMLHttpRequest'}})
 .done(function(d){if(d.status===1){ok(d);}else{toastr.error(d.msg,'錯誤');if(bad)bad(d);}}).fail(function(){toastr.error('系統忙碌中');}).always(function(){$('.btn').removeClass('off');});};
toastr.options={positionClass:'toast-top-center',timeOut:6000,closeButton:true};
})(jQuery);"""


def html(title: str, body: str, script: str) -> Response:
    return Response(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>{title}</title><link rel="stylesheet" href="lib/toastr.min.css" /><style type="text/css">{STYLE}</style></head>
<body><div class="top">{title}</div><div class="wrap">{body}</div><script src="lib/jquery.min.js"></script><script src="lib/toastr.min.js"></script><script src="js/his.common.js?v=20190612"></script>
<script type="text/javascript">$(function(){{{script}}});</script></body></html>""")


def say(status: int, msg: str = "", *cookies: str, **more: object) -> Response:
    return Response(json.dumps({"status": status, "msg": msg, **more}, ensure_ascii=False), kind="application/json; charset=utf-8", headers=[("Set-Cookie", c) for c in cookies])


LOGIN = """<table class="f" id="tblLogin"><tr><td class="k">院　　區</td><td><select id="hosp"><option value="001">總院區</option><option value="002">北護分院</option><option value="004">新竹分院</option><option value="009">雲林分院</option></select></td></tr>
<tr><td class="k">帳　　號</td><td><input type="text" id="uid" maxlength="6" /></td></tr><tr><td class="k">密　　碼</td><td><input type="password" id="upw" /> <span id="caps" style="display:none;color:red">大寫鎖定已開啟</span></td></tr>
<tr><td class="k">驗 證 碼</td><td><input type="text" id="vcode" size="8" maxlength="6" autocomplete="off" /> <img id="vimg" alt="" style="vertical-align:middle;cursor:pointer" title="點圖換一張" /><br /><small>(不用區分大小寫)</small></td></tr>
<tr><td></td><td><span class="btn" id="btnGo" role="button" tabindex="0">登　入</span></td></tr></table><p>如無法登入，請撥資訊室分機261120</p>"""
LOGIN_JS = """var vk='';function pic(){$.getJSON('api.php?act=vk',function(d){vk=d.k;$('#vimg').attr('src','vimg.php?k='+vk);$('#vcode').val('');});}
$('#vimg').click(pic);pic();$('#upw').on('keyup',function(e){$('#caps').toggle(!!(e.originalEvent.getModifierState&&e.originalEvent.getModifierState('CapsLock')));});
function go(){if(!$('#uid').val()){toastr.warning('請輸入帳號');return;}if(!$('#upw').val()){toastr.warning('請輸入密碼');return;}if(!$('#vcode').val()){toastr.warning('請輸入驗證碼');return;}
$.call('login',{hosp:$('#hosp').val(),uid:$('#uid').val(),upw:$('#upw').val(),vcode:$('#vcode').val(),vk:vk},function(d){location.href='main.php?SESSION='+d.sid;},function(){pic();$('#upw').val('');});}
$('#btnGo').click(go);$('#tblLogin').on('keydown','input',function(e){if(e.which==13)go();});"""


class TheSite(Site):
    title = "jquery_plugin_tabs_toastr"

    def __init__(self) -> None:
        super().__init__()
        self.logged: set[str] = set()
        self.codes: dict[str, str] = {}
        self.nonce: dict[str, str] = {}
        self.proofs: dict[str, dict] = {}

    def common(self, r: Request, mail: bool = False) -> Response | None:
        name = r.path.rsplit("/", 1)[-1]
        if r.path.startswith("/lib/") and name in LIBS:
            return Response((Path(__file__).resolve().parent.parent / "vendor" / name).read_bytes(), kind=LIBS[name])
        if name == "his.common.js":
            return Response(COMMON_JS, kind="text/javascript; charset=utf-8")
        if name == "favicon.ico":
            return Response("", 404)
        if r.path == "/api.php" and r.query.get("act") == "vk":
            return say(1, k=uuid.uuid4().hex)
        if r.path == "/vimg.php":
            text = self.truth.new_captcha("abcdefghjkmnpqrstuvwxyz2345678", 4) if mail else self.truth.new_captcha()
            self.codes[r.query.get("k", "")] = text
            return Response(picture(text, "JPEG"), kind="image/jpeg", headers=[("Cache-Control", "no-store")])
        return None

    def vcode(self, r: Request) -> bool:
        text = self.codes.pop(r.get("vk"), None)
        good = text is not None and text == self.truth.captcha and r.get("vcode").strip().lower() == text.lower()
        self.truth.captcha = ""
        return good

    def fresh(self, sid: str, page: str) -> str:
        self.nonce[sid + page] = hashlib.md5(uuid.uuid4().bytes).hexdigest()
        return self.nonce[sid + page]

    # ---------------------------------------------------------------- portal
    def portal(self, r: Request) -> Response:
        if (c := self.common(r)) is not None:
            return c
        t, p = self.truth, self.truth.person
        if r.path in ("/", "/index.php"):
            return html("台大 醫療資訊系統", LOGIN, LOGIN_JS)
        sid = r.query.get("SESSION", "")
        if r.path == "/api.php" and r.query.get("act") == "login" and r.method == "POST":
            self.takes(r, hosp="campus", uid="employee_id", upw="portal_password", vcode="captcha")
            if not self.vcode(r):
                t.counts["sign_in_refused"] += 1
                return say(0, "驗證碼不符，請重新輸入")
            if (r.get("hosp"), r.get("uid"), r.get("upw")) != ("001", p.employee_id, t.portal_password):
                t.counts["sign_in_refused"] += 1
                return say(0, "登入失敗，查無此帳號或密碼不符")
            sid = uuid.uuid4().hex.upper()
            self.logged.add(sid)
            t.sessions.add(f"portal:{sid}")
            t.counts["sign_in"] += 1
            return say(1, "", f"PHPSESSPORTAL={sid}; path=/", sid=sid)
        if r.path == "/api.php" and r.query.get("act") == "logout" and r.method == "POST":
            return self.bye(r.cookies.get("PHPSESSPORTAL", ""))
        if r.path == "/main.php":
            if sid not in self.logged or r.cookies.get("PHPSESSPORTAL") != sid:
                return redirect("/index.php")
            b = self.urls["inner"]
            others = ["個人簽章提醒設定", "薪資所得免稅額申報表", "員工待遇福利查詢", "查詢員工連絡資料"]
            return html("台大 醫療資訊系統", f"""<div style="float:right"><b>{p.name}</b> 您好! <a href="javascript:void(0)" id="lnkOut">登出系統</a></div><p>總院差勤待簽 0 未核准 0 被駁回 0</p>
<ul class="tabs"><li class="on" data-pane="t0">全院公告 <sup>2</sup></li><li data-pane="t1">醫療系統</li><li data-pane="t2">數位學習</li><li data-pane="t3">行政系統</li><li data-pane="t4">個人管理</li></ul>
<div class="pane on" id="t0"><p>2019/10/21 請全院同仁填報「薪資所得免稅額申報表」</p><p>2018/12/13 總院Portal資訊系統登入首頁改版</p></div>
<div class="pane" id="t1">實習學生無使用權限</div><div class="pane" id="t2"><a class="m no" href="javascript:void(0)">TMS</a></div><div class="pane" id="t3"><a class="m no" href="javascript:void(0)">表單下載</a></div>
<div class="pane" id="t4"><a class="m" href="{b}/pwd.php?SESSION={sid}">更改密碼</a>{''.join(f'<a class="m no" href="javascript:void(0)">{o}</a>' for o in others)}<a class="m" href="{b}/contact.php?SESSION={sid}">維護個人連絡資料</a><a class="m no" href="javascript:void(0)">個人就醫紀錄查詢</a></div>""",
                        """$('.tabs').hisTabs();$('.no').click(function(){toastr.info('功能未開放');});$('#lnkOut').click(function(){$.hisBox({title:'登出',html:'您確定要離開系統嗎？',buttons:[
{text:'確定離開',act:function(){$.call('logout',{},function(){location.href='index.php';});}},{text:'取消',gray:true}]});});toastr.success('登入成功');""")
        return Response("<h1>Not Found</h1>", 404)

    def bye(self, sid: str) -> Response:
        if sid not in self.logged:
            return say(0, "尚未登入")
        self.logged.discard(sid)
        self.truth.sessions.discard(f"portal:{sid}")
        self.truth.counts["sign_out_portal"] += 1
        return say(1, "", "PHPSESSPORTAL=; path=/; max-age=0")

    # ---------------------------------------------------------------- inner
    def inner(self, r: Request) -> Response:
        if (c := self.common(r)) is not None:
            return c
        t, p = self.truth, self.truth.person
        sid = r.get("SESSION")
        if sid not in self.logged:
            return say(0, "連線逾時，請重新登入") if r.path == "/api.php" else redirect(self.urls["portal"] + "/index.php")
        home = f"{self.urls['portal']}/main.php?SESSION={sid}"
        foot = f'<p><a href="{home}">回功能選單</a>　<a href="javascript:void(0)" id="bye">登出系統</a></p>'
        js = f"var S='{sid}';$('#bye').click(function(){{$.call('bye',{{SESSION:S}},function(){{location.href='{self.urls['portal']}/';}});}});"
        if r.path == "/pwd.php":
            n = self.fresh(sid, "pwd")
            return html("個人管理－更改密碼", f"""<div id="area"><table class="f"><tr><td class="k">請輸入舊密碼：</td><td><input type="password" id="opw" /></td></tr><tr><td class="k">請輸入新密碼：</td><td><input type="password" id="npw" /></td></tr>
<tr><td class="k">請再輸入新密碼：</td><td><input type="password" id="npw2" /></td></tr><tr><td class="k">密碼強度檢核：</td><td><span id="lv">－</span></td></tr></table><p>密碼設定條件：<br />1.密碼長度不可少於8個字元<br />2.密碼內容需包含英文及數字</p>
<span class="btn" id="btnPwd" role="button" tabindex="0">送出修改</span></div>{foot}""", js + f"""var n='{n}';$('#npw').on('input',function(){{var v=this.value;$('#lv').text(v.length<8?'弱':/[A-Za-z]/.test(v)&&/\\d/.test(v)?'強':'中');}});
$('#btnPwd').click(function(){{$.call('pwd',{{SESSION:S,n:n,opw:$('#opw').val(),npw:$('#npw').val(),npw2:$('#npw2').val()}},function(d){{$('#area').html('<h3>密碼修改完成</h3><p>'+d.msg+'</p>');toastr.success(d.msg);}},function(d){{if(d.n)n=d.n;$('input').val('');}});}});""")
        if r.path == "/contact.php":
            v = {k: t.saved_contact.get(k, getattr(p, k)) for k in ("english_surname", "english_given", "english_middle", "office_phone", "home_phone", "mobile_phone")}
            def cell(i: str, k: str) -> str:
                return f'<input type="text" id="{i}" name="{i}" value="{v[k].replace(chr(34), "&quot;")}" />'
            return html("台大醫院---維護個人連絡資料", f"""<span class="btn" id="btnSave" role="button" tabindex="0">異動儲存</span><form id="fm" onsubmit="return false"><input type="hidden" name="SESSION" value="{sid}" /><input type="hidden" name="n" value="{self.fresh(sid, 'contact')}" />
<table class="f"><tr><td class="k">員工編號：</td><td>{p.employee_id}</td><td class="k">姓名：</td><td>{p.name}</td></tr><tr><td class="k">英文姓：</td><td>{cell('esn', 'english_surname')} ex:Chen(陳)</td><td class="k">英文首名：</td><td>{cell('efn', 'english_given')} ex: Yi-Fen(怡芬)</td></tr>
<tr><td class="k">英文中名：</td><td colspan="3">{cell('emn', 'english_middle')} ex:Mary 為英文別名，如無，可不填</td></tr><tr><td class="k">辦公室電話：</td><td>{cell('otel', 'office_phone')} ex:61234</td><td class="k">住宅電話：</td><td>{cell('htel', 'home_phone')} ex:0223123456</td></tr>
<tr><td class="k">行動電話：</td><td colspan="3">{cell('cell', 'mobile_phone')} ex:0952000000 (如離職或更換門號，請記得調整此欄位)</td></tr></table></form><p id="last">{'最後異動：' + time.strftime('%Y/%m/%d') if t.saved_contact else ''}</p>{foot}""", js + """$('#btnSave').click(function(){$.hisBox({title:'確認',html:'資料將會更新，是否繼續？',buttons:[{text:'是',act:function(){$.hisBoxClose();
$.call('contact',$('#fm').serialize(),function(d){$.each(d.row,function(k,x){$('#'+k).val(x);});$('[name=n]').val(d.n);$('#last').text('最後異動：已更新於 '+d.when);toastr.success('連絡資料更新成功');},function(d){if(d.n)$('[name=n]').val(d.n);});}},{text:'否',gray:true}]});});""")
        act = r.query.get("act") if r.path == "/api.php" and r.method == "POST" else ""
        if act == "bye":
            return self.bye(sid)
        if act == "pwd":
            self.takes(r, opw="old_password", npw="new_password", npw2="new_password_again")
            new, known = r.get("npw"), self.nonce.pop(sid + "pwd", None)
            why = ("畫面過期，請重新整理" if r.get("n") != known else "舊密碼輸入錯誤" if r.get("opw") != t.portal_password else "新密碼兩次輸入不一致" if new != r.get("npw2")
                   else "新密碼強度不足，請依條件設定" if len(new) < 8 or not re.search("[a-zA-Z]", new) or not re.search(r"\d", new) else "新密碼不可與舊密碼相同" if new == t.portal_password else "")
            if why:
                t.counts["password_refused"] += 1
                return say(0, why, n=self.fresh(sid, "pwd"))
            t.portal_password = new
            t.counts["password_changed"] += 1
            return say(1, "新密碼即時生效")
        if act == "contact":
            self.takes(r, cell="mobile_phone")
            if r.get("n") != self.nonce.pop(sid + "contact", None):
                return say(0, "畫面過期，請重新整理", n=self.fresh(sid, "contact"))
            if not re.fullmatch(r"09\d{8}", r.get("cell")):
                return say(0, "行動電話須為09開頭之10碼數字", n=self.fresh(sid, "contact"))
            names = {"esn": "english_surname", "efn": "english_given", "emn": "english_middle", "otel": "office_phone", "htel": "home_phone", "cell": "mobile_phone"}
            for a, b in names.items():
                t.saved_contact[b] = r.get(a)
            t.counts["contact_saved"] += 1
            return say(1, row={a: r.get(a) for a in names}, n=self.fresh(sid, "contact"), when=time.strftime("%H:%M:%S"))
        return Response("<h1>Not Found</h1>", 404)

    # ---------------------------------------------------------------- account
    def account(self, r: Request) -> Response:
        if (c := self.common(r)) is not None:
            return c
        t, p = self.truth, self.truth.person
        key = r.cookies.get("HELPSID", "")
        if r.path in ("/", "/index.php"):
            return html("網路帳號服務網", """<ul class="tabs"><li class="on" data-pane="a">規範</li><li data-pane="b">常見問題與服務</li></ul><div class="pane on" id="a"><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p>
<ol><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ol></div><div class="pane" id="b"><p>密碼修改後多久可以生效</p><p>即時生效。</p><p>忘記密碼：請以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></div>
<hr /><p><a class="btn" href="verify.php?t=N">啟用網路帳號及首次雲端帳號密碼設定</a> 啟用本院微軟相關服務，如：Office365</p><p><a class="btn" href="verify.php?t=R">重置雲端服務密碼</a> 重設非Portal帳號的密碼</p>
<p><a class="btn gray" id="vpn" href="javascript:void(0)">總院廠商VPN展延申請</a></p>""", "$('.tabs').hisTabs();$('#vpn').click(function(){toastr.info('限廠商使用');});")
        if r.path == "/verify.php":
            k = uuid.uuid4().hex
            self.proofs[k] = {"t": "R" if r.query.get("t") == "R" else "N", "ok": False}
            head = "重置雲端服務密碼" if r.query.get("t") == "R" else "啟用網路帳號及首次雲端帳號密碼設定"
            page = html(head, """<b>注意事項</b><ul><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul><table class="f"><tr><td class="k">網路帳號 / 主職員工編號</td><td><input type="text" id="empno" maxlength="6" /> <span class="btn" id="btnSms" role="button" tabindex="0">發送簡訊動態碼</span></td></tr>
<tr><td class="k">簡訊(或MOTP)動態碼</td><td><input type="text" id="motp" maxlength="6" autocomplete="one-time-code" /></td></tr><tr><td></td><td><span class="btn" id="btnNext" role="button" tabindex="0">下一步</span></td></tr></table><a href="index.php">回首頁</a>""",
                """$('#btnSms').click(function(){if(!/^\\d{6}$/.test($('#empno').val())){toastr.warning('請輸入6位數網路帳號');return;}$.hisBox({title:'身分驗證',html:'<p>請輸入帳號登記的手機門號(10碼)</p><input type="tel" id="tel" maxlength="10" />',buttons:[
{text:'確定發送',act:function(){$.call('sms',{empno:$('#empno').val(),tel:$('#tel').val()},function(d){$.hisBox({title:'動態碼簡訊發送成功',html:'成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」',buttons:[{text:'確定'}]});});}},{text:'取消',gray:true}]});});
$('#btnNext').click(function(){$.call('motp',{empno:$('#empno').val(),motp:$('#motp').val()},function(d){location.href=d.to;},function(){$('#motp').val('').focus();});});""")
            page.headers.append(("Set-Cookie", f"HELPSID={k}; path=/"))
            return page
        f = self.proofs.get(key)
        act = r.query.get("act") if r.path == "/api.php" and r.method == "POST" else ""
        if act in ("sms", "motp"):
            self.takes(r, empno="employee_id", tel="registered_phone", motp="code")
            if f is None or f["ok"]:
                return say(0, "連線逾時，請回首頁重新操作")
            if act == "sms":
                if r.get("empno") != p.employee_id or r.get("tel") != t.saved_contact.get("mobile_phone", p.mobile_phone):
                    return say(0, "輸入之門號與登記門號不一致")
                f.update(code=t.new_message(), at=time.time(), who=r.get("empno"))
                return say(1)
            if not f.get("code") or r.get("empno") != f["who"] or r.get("motp").strip() != f["code"] or t.messages[-1] != f["code"]:
                t.counts["code_refused"] += 1
                return say(0, "動態碼驗證失敗")
            if time.time() - f["at"] > 120:
                t.counts["code_refused"] += 1
                return say(0, "動態碼已過期，請重新取得")
            f.update(ok=True, code="")
            t.counts["code_accepted"] += 1
            t.sessions.add(f"account:{key}")
            return say(1, to="setup.php" if f["t"] == "N" else "reset.php")
        if f is None or not f["ok"] or f"account:{key}" not in t.sessions:
            return say(0, "請先完成身分驗證") if act else redirect("/index.php")
        out_js = "$('#out').click(function(){$.call('out',{},function(){location.href='index.php';});});"
        if r.path == "/setup.php" and f["t"] == "N":
            facts = "".join(f'<tr><td class="k">{a}</td><td>{b}</td></tr>' for a, b in (("網路帳號 / 主職員工編號", p.employee_id), ("帳號姓名", p.name), ("主職單位", p.unit), ("有效期限", p.valid_until)))
            out = '<p><a href="javascript:void(0)" id="out">登出</a></p>'
            if t.alias:
                return html("設定密碼與郵件別名", f'<table class="f">{facts}<tr><td class="k">雲端服務帳號 (電子郵件名稱)</td><td>{t.alias}@ntuh.gov.tw</td></tr><tr><td class="k">狀態</td><td><b>雲端服務使用中</b>（已於先前開通）</td></tr></table>{out}', out_js)
            return html("設定密碼與郵件別名", f"""<div id="work"><p>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</p><input type="hidden" id="tk" value="{self.fresh(key, 'setup')}" /><table class="f">{facts}<tr><td class="k">雲端服務帳號<br />(電子郵件名稱)</td><td><input type="text" id="mailname" maxlength="64" />@ntuh.gov.tw 名稱長度限64字元內</td></tr>
<tr><td class="k">設定密碼</td><td><input type="password" id="cp" /> 8碼以上英數字</td></tr><tr><td class="k">再次確認密碼</td><td><input type="password" id="cp2" /></td></tr></table><a class="btn gray" href="index.php">取消啟用</a> <span class="btn" id="btnOpen" role="button" tabindex="0">啟用雲端服務</span><p>服務於設定完成隔日生效</p></div>{out}""",
                out_js + """$('#btnOpen').click(function(){$.call('open',{tk:$('#tk').val(),mailname:$('#mailname').val(),cp:$('#cp').val(),cp2:$('#cp2').val()},function(d){toastr.success('開通完成');$('#work').html('<h3>恭喜您，帳號開通完成</h3><p>'+d.msg+'</p>');},function(d){if(d.tk)$('#tk').val(d.tk);});});""")
        if r.path == "/reset.php" and f["t"] == "R":
            return html("重置雲端服務密碼", f"""<div id="work"><input type="hidden" id="tk" value="{self.fresh(key, 'reset')}" /><table class="f"><tr><td class="k">新密碼</td><td><input type="password" id="cp" /></td></tr><tr><td class="k">確認新密碼</td><td><input type="password" id="cp2" /></td></tr></table><span class="btn" id="btnR" role="button" tabindex="0">確認重置</span></div><p><a href="javascript:void(0)" id="out">登出</a></p>""",
                out_js + "$('#btnR').click(function(){$.call('reset',{tk:$('#tk').val(),cp:$('#cp').val(),cp2:$('#cp2').val()},function(d){$('#work').html('<h3>'+d.msg+'</h3>');},function(d){if(d.tk)$('#tk').val(d.tk);});});")
        if act == "out":
            t.sessions.discard(f"account:{key}")
            self.proofs.pop(key)
            t.counts["sign_out_account"] += 1
            return say(1, "", "HELPSID=; path=/; max-age=0")
        if act in ("open", "reset"):
            self.takes(r, mailname="alias", cp="cloud_password", cp2="cloud_password_again")
            page = "setup" if act == "open" else "reset"
            name, pw = r.get("mailname"), r.get("cp")
            stale = r.get("tk") != self.nonce.pop(key + page, None)
            why = "畫面過期，請重新操作" if stale else "密碼需8碼以上且含英文及數字" if len(pw) < 8 or not re.search("[a-zA-Z]", pw) or not re.search(r"\d", pw) else "兩次密碼不一致" if pw != r.get("cp2") else ""
            if not why and act == "open":
                why = ("帳號已開通過，不可重複設定" if t.alias else "電子郵件名稱格式有誤" if not re.fullmatch(r"[A-Za-z][\w.-]{1,63}", name, re.A) else "此名稱已被他人使用，請另選名稱" if name.lower() == "taken.name" else "")
            elif not why and not t.alias:
                why = "尚未啟用雲端服務"
            if why:
                return say(0, why, tk=self.fresh(key, page))
            t.cloud_password = pw
            if act == "reset":
                return say(1, "密碼重置完成")
            t.alias = name
            t.counts["activated"] += 1
            return say(1, f"您的電子郵件：{name}@ntuh.gov.tw，隔日生效。")
        return Response("<h1>Not Found</h1>", 404)

    # ---------------------------------------------------------------- mail
    def mail(self, r: Request) -> Response:
        if (c := self.common(r, mail=True)) is not None:
            return c
        t, sid = self.truth, r.cookies.get("WMSID", "")
        live = f"mail:{sid}" in t.sessions
        act = r.query.get("act") if r.path == "/api.php" and r.method == "POST" else ""
        if r.path in ("/", "/index.php"):
            return html("台大醫院電子信箱", """<table class="f"><tr><td class="k">帳號:</td><td><input id="acc" type="text" /></td></tr><tr><td class="k">密碼:</td><td><input id="mpw" type="password" /></td></tr><tr><td class="k">驗證碼(小寫字母或數字):</td><td><input id="vc" type="text" size="6" maxlength="4" /> <img id="vi" alt="" /></td></tr>
<tr><td></td><td><input type="checkbox" id="rem" /><label for="rem">記住登入資訊 (公用電腦請勿勾選)</label></td></tr><tr><td></td><td><span class="btn" id="btnIn" role="button" tabindex="0">Login 登入</span></td></tr></table><p>公佈欄：體系帳號整併中</p>""",
                """var k='';function pic(){$.getJSON('api.php?act=vk',function(d){k=d.k;$('#vi').attr('src','vimg.php?k='+k);$('#vc').val('');});}pic();$('#vi').click(pic);
$('#btnIn').click(function(){$.call('in',{acc:$('#acc').val(),mpw:$('#mpw').val(),vcode:$('#vc').val(),vk:k,rem:$('#rem').is(':checked')?1:0},function(){location.href='inbox.php';},pic);});""")
        if act == "in":
            self.takes(r, acc="mail_account", mpw="mail_password", vcode="captcha")
            if not self.vcode(r):
                return say(0, "驗證碼錯誤")
            if not t.alias or r.get("acc").split("@")[0].lower() != t.alias.lower() or r.get("mpw") != t.cloud_password:
                return say(0, "帳號或密碼錯誤")
            sid = uuid.uuid4().hex
            t.sessions.add(f"mail:{sid}")
            t.counts["mail_sign_in"] += 1
            return say(1, "", f"WMSID={sid}; path=/")
        if act == "out" and live:
            t.sessions.discard(f"mail:{sid}")
            t.counts["sign_out_mail"] += 1
            return say(1, "", "WMSID=; path=/; max-age=0")
        if r.path == "/inbox.php" and live:
            return html("收件匣", f"<p>{t.alias}@ntuh.gov.tw　<a href='javascript:void(0)' id='bye'>登出信箱</a></p><ul class='tabs'><li class='on' data-pane='i'>收件匣(1)</li><li data-pane='s'>寄件備份</li></ul><div class='pane on' id='i'>資訊室：歡迎使用</div><div class='pane' id='s'>無郵件</div>",
                        "$('.tabs').hisTabs();$('#bye').click(function(){$.call('out',{},function(){location.href='index.php';});});")
        return redirect("/index.php")
